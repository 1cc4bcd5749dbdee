(** Piecewise linear functions on R^n and their pieces (Definition 3 of Mukherjee 2020, with pieces that are open). On
    the line they are those of piecewise.v: pieces_bridge in piece_bridge_facts.v. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors.
Open Scope R_scope.

(** A set of points. *)
Definition region := point -> Prop.

(** A is an open set of R^n: with each of its points it contains a ball around it. *)
Definition open_set (n : nat) (A : region) : Prop :=
  (forall x, A x -> length x = n) /\
  forall x, A x -> exists rho, 0 < rho /\ forall y, length y = n -> norm (sub y x) < rho -> A y.

(** The open set A is connected: of two disjoint open sets of which it is the union, one is empty. *)
Definition connected (n : nat) (A : region) : Prop :=
  forall U V, open_set n U -> open_set n V -> (forall x, A x <-> U x \/ V x) -> (forall x, ~ (U x /\ V x)) ->
    (forall x, ~ U x) \/ (forall x, ~ V x).

(** f is affine on A. *)
Definition affine_on (n : nat) (f : point -> R) (A : region) : Prop :=
  exists a c, length a = n /\ forall x, A x -> f x = dot a x + c.

(** A is a piece of f: a maximal one among the non-empty connected open sets on which f is affine. *)
Definition is_piece (n : nat) (f : point -> R) (A : region) : Prop :=
  (exists x, A x) /\ open_set n A /\ connected n A /\ affine_on n f A /\
  forall B, open_set n B -> connected n B -> affine_on n f B -> (forall x, A x -> B x) -> forall x, B x -> A x.

(** f has exactly N pieces: P 0, ..., P (N - 1), which are all different. *)
Definition has_pieces_in_space (n : nat) (f : point -> R) (N : nat) : Prop :=
  exists P : nat -> region,
    (forall i, (i < N)%nat -> is_piece n f (P i)) /\
    (forall i j, (i < j < N)%nat -> ~ forall x, P i x <-> P j x) /\
    (forall A, is_piece n f A -> exists i, (i < N)%nat /\ forall x, A x <-> P i x).

(** A is a polyhedron in R^n: the solutions of finitely many inequalities <a, x> <= c. *)
Definition polyhedron (n : nat) (A : region) : Prop :=
  exists faces : list (point * R),
    Forall (fun h => length (fst h) = n) faces /\
    forall x, A x <-> length x = n /\ Forall (fun h => dot (fst h) x <= snd h) faces.

(** f is piecewise linear: R^n is the union of finitely many polyhedra, on each of which f is affine. *)
Definition piecewise_linear (n : nat) (f : point -> R) : Prop :=
  exists polyhedra : list region,
    Forall (fun A => polyhedron n A /\ affine_on n f A) polyhedra /\
    forall x, length x = n -> Exists (fun A => A x) polyhedra.
