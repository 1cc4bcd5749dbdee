(** Sawtooths (Definitions 4 and 5 of Mukherjee 2020), their compositions and the pieces of these. *)

From Coq Require Import Reals.
From Marginalia.formal Require Import piecewise.
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

(** The family of hard functions: the compositions of k sawtooths with w - 1 nodes each, for any M > 0. *)
Definition hard (w k : nat) (f : R -> R) : Prop :=
  exists (M : R) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M /\ (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) /\
    forall x, f x = composition h k x.

(** On [u, v] the minimum of f is low and its maximum is high. *)
Definition has_extremes (f : R -> R) (u v low high : R) : Prop :=
  (forall x, u <= x <= v -> low <= f x <= high) /\
  (exists x, u <= x <= v /\ f x = low) /\ (exists x, u <= x <= v /\ f x = high).

(** f has exactly n pieces on [0, M], cut by 0 = t 0 < t 1 < ... < t n = M: on each of them it is affine, with minimum 0
    and maximum M, and on no two neighbours is it one affine function. *)
Definition has_full_pieces (f : R -> R) (n : nat) (M : R) : Prop :=
  exists t : nat -> R,
    t 0%nat = 0 /\ t n = M /\
    (forall i, (i < n)%nat ->
      t i < t (S i) /\ affine_between f (t i) (t (S i)) /\ has_extremes f (t i) (t (S i)) 0 M) /\
    (forall i, (S i < n)%nat -> ~ affine_between f (t i) (t (S (S i)))).
