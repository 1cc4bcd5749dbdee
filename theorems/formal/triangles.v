(** The triangle wave on [0, 1] and distances in the mean (proof of Theorem 2.3.6 of Mukherjee 2020). *)

From Coq Require Import Reals Arith.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** s is on [0, 1] the triangle wave with q laps: from 0 to 1 on [0, 1/q], back to 0 on [1/q, 2/q], and so on. *)
Definition is_wave (q : nat) (s : R -> R) : Prop :=
  forall i x, (i < q)%nat -> INR i / INR q <= x <= INR (S i) / INR q ->
    s x = if Nat.even i then INR q * x - INR i else INR (S i) - INR q * x.

(** The integral of |s - g| over [u, v]. *)
Definition distance (s g : R -> R) (u v : R) : R := RInt (fun x => Rabs (s x - g x)) u v.

(** Formula for the distance of a triangle of height 1 from a line with the values y1 and y2 at the ends of its base,
    of length 2. *)
Definition closed_form (y1 y2 : R) : R :=
  -3 + y1 + 2 * y1 ^ 2 / (2 + y1 - y2) + y2 + 2 * (-2 + y1) ^ 2 / (2 - y1 + y2).
