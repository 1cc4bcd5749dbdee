(** The triangle wave on [0, 1] and distances in the mean (Theorem 2.3.6 of Mukherjee 2020 and its proof). *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import networks piecewise.
Open Scope R_scope.

(** s is on [0, 1] the triangle wave with q laps: from 0 to 1 on [0, 1/q], back to 0 on [1/q, 2/q], and so on. *)
Definition is_wave (q : nat) (s : R -> R) : Prop :=
  forall i x, (i < q)%nat -> INR i / INR q <= x <= INR (S i) / INR q ->
    s x = if Nat.even i then INR q * x - INR i else INR (S i) - INR q * x.

(** The integral of |s - g| over [u, v]. *)
Definition distance (s g : R -> R) (u v : R) : R := RInt (fun x => Rabs (s x - g x)) u v.

(** t 0 < ... < t n cut [u, v] into intervals on which e is affine. *)
Definition cut_into_lines (e : R -> R) (u v : R) (n : nat) (t : nat -> R) : Prop :=
  t 0%nat = u /\ t n = v /\ forall i, (i < n)%nat -> t i < t (S i) /\ affine_between e (t i) (t (S i)).

(** The sum of the areas of the trapezoids under e between t 0, ..., t n. *)
Fixpoint trapezoids (e : R -> R) (t : nat -> R) (n : nat) : R :=
  match n with
  | O => 0
  | S n' => trapezoids e t n' + (t n - t n') * (e (t n') + e (t n)) / 2
  end.

(** Formula for the distance of a triangle of height 1 from a line with the values y1 and y2 at the ends of its base,
    of length 2. *)
Definition closed_form (y1 y2 : R) : R :=
  -3 + y1 + 2 * y1 ^ 2 / (2 + y1 - y2) + y2 + 2 * (-2 + y1) ^ 2 / (2 - y1 + y2).

(** The network N, of at least one and at most k hidden layers, so of a depth from 2 to k + 1, and of size at most s,
    computes g. *)
Definition computes_within (k : nat) (s : R) (N : network) (g : R -> R) : Prop :=
  computes_on_line N g /\ (2 <= depth N <= k + 1)%nat /\ INR (size N) <= s.

(** The infimum of the distances over [0, 1] of f from all functions that such networks compute; it may be infinite. *)
Definition least_distance (f : R -> R) (k : nat) (s : R) : Rbar :=
  Glb_Rbar (fun d => exists N g, computes_within k s N g /\ d = distance f g 0 1).

(** The size k' w^(k/k') (1 - 4 delta)^(1/k') / 2^(1 + 1/k') of Theorem 2.3.6, for delta < 1/4; k1 is k'. *)
Definition budget (w k k1 : nat) (delta : R) : R :=
  INR k1 * Rpower (INR w) (INR k / INR k1) * Rpower (1 - 4 * delta) (1 / INR k1) / Rpower 2 (1 + 1 / INR k1).
