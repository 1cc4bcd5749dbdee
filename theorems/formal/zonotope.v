(** Zonotopes, their vertices and support functions (Definition 7 of Mukherjee 2020). *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors.
Import ListNotations.
Open Scope R_scope.

(** lambda_1 b_1 + ... + lambda_m b_m, in R^n. *)
Fixpoint combination (n : nat) (lambda : list R) (b : list point) : point :=
  match lambda, b with
  | l :: lambda', v :: b' => add (scale l v) (combination n lambda' b')
  | _, _ => origin n
  end.

(** The zonotope of the generators b in R^n: all combinations with coefficients in [-1, 1]. *)
Definition in_zonotope (n : nat) (b : list point) (x : point) : Prop :=
  exists lambda, length lambda = length b /\ Forall (fun l => -1 <= l <= 1) lambda /\ x = combination n lambda b.

(** A vertex: a point of the zonotope that is not midway between two others. *)
Definition is_vertex (n : nat) (b : list point) (x : point) : Prop :=
  in_zonotope n b x /\
  forall y z, in_zonotope n b y -> in_zonotope n b z -> add y z = scale 2 x -> y = z.

(** v lists the vertices, each once. *)
Definition vertices (n : nat) (b : list point) (v : list point) : Prop :=
  NoDup v /\ forall x, In x v <-> is_vertex n b x.

(** s is the largest of <r, x> over the points x of the set A. *)
Definition is_largest (A : point -> Prop) (r : point) (s : R) : Prop :=
  (exists x, A x /\ dot r x = s) /\ forall x, A x -> dot r x <= s.

(** g is the support function of the zonotope of b in R^n. *)
Definition is_support (n : nat) (b : list point) (g : point -> R) : Prop :=
  forall r, length r = n -> is_largest (in_zonotope n b) r (g r).
