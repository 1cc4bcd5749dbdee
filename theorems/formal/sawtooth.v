(** Sawtooths (Definitions 4 and 5 of Mukherjee 2020) and their compositions. *)

From Coq Require Import Reals Arith.
Open Scope R_scope.

(** (a 1, ..., a p) lies in the simplex: 0 < a 1 < ... < a p < M; by convention a 0 = 0 and a (p + 1) = M. *)
Definition in_simplex (M : R) (p : nat) (a : nat -> R) : Prop :=
  a 0%nat = 0 /\ a (S p) = M /\ forall i, (i <= p)%nat -> a i < a (S i).

(** The straight line through (u, fu) and (v, fv). *)
Definition line_through (u fu v fv x : R) : R := fu + (fv - fu) * (x - u) / (v - u).

(** h is the sawtooth h_a: 0 up to 0; M * (i mod 2) at a i for 1 <= i <= p, M - h (a p) at M, affine between
    neighbouring ones of 0, a 1, ..., a p, M; and beyond M the line over [a p, M] goes on. *)
Definition is_sawtooth (M : R) (p : nat) (a : nat -> R) (h : R -> R) : Prop :=
  (forall x, x <= 0 -> h x = 0) /\
  (forall i, (1 <= i <= p)%nat -> h (a i) = M * INR (i mod 2)) /\
  h M = M - h (a p) /\
  (forall i x, (i <= p)%nat -> a i <= x <= a (S i) -> h x = line_through (a i) (h (a i)) (a (S i)) (h (a (S i))) x) /\
  (forall x, M <= x -> h x = line_through (a p) (h (a p)) M (h M) x).

(** The composition h k o ... o h 1, the first one innermost. *)
Fixpoint composition (h : nat -> R -> R) (k : nat) (x : R) : R :=
  match k with
  | O => x
  | S k' => h k (composition h k' x)
  end.
