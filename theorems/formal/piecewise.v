(** Piecewise linear functions on the line and their pieces (Definition 3 of Mukherjee 2020). *)

From Coq Require Import Reals.
Open Scope R_scope.

(** x lies in piece i of n, counted from 0: between the cuts t i and t (i + 1); the first piece has no left end and the
    last one no right end. *)
Definition in_piece (t : nat -> R) (n i : nat) (x : R) : Prop :=
  (i = 0%nat \/ t i <= x) /\ (S i = n \/ x <= t (S i)).

(** t 1 < ... < t (n - 1) cut f into n pieces: f x = a i * x + b i on piece i, and neighbours have different slopes. *)
Definition cut_into (f : R -> R) (n : nat) (t a b : nat -> R) : Prop :=
  (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) /\
  (forall i, (S i < n)%nat -> a i <> a (S i)) /\
  (forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i).

(** f is piecewise linear with exactly n pieces, maximal intervals on which it is affine. *)
Definition has_pieces (f : R -> R) (n : nat) : Prop := (1 <= n)%nat /\ exists t a b, cut_into f n t a b.

Definition has_at_most_pieces (f : R -> R) (n : nat) : Prop := exists m, (m <= n)%nat /\ has_pieces f m.

(** f is affine on [u, v]. *)
Definition affine_between (f : R -> R) (u v : R) : Prop :=
  exists a b, forall x, u <= x <= v -> f x = a * x + b.

(** f has exactly n pieces on [u, v]. *)
Definition has_pieces_between (f : R -> R) (n : nat) (u v : R) : Prop :=
  exists t : nat -> R,
    t 0%nat = u /\ t n = v /\
    (forall i, (i < n)%nat -> t i < t (S i) /\ affine_between f (t i) (t (S i))) /\
    (forall i, (S i < n)%nat -> ~ affine_between f (t i) (t (S (S i)))).
