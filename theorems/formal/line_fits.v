(** Fits on the line whose pieces meet at given places (equations (2.7) and (2.8) of Mukherjee 2020). *)

From Coq Require Import Reals.
Open Scope R_scope.

(** The data x_1 < ... < x_D, and x_(D+1) beyond; 1 <= i_1 <= ... <= i_(w-1) <= D; signs S_1, ..., S_(w-1). *)
Definition sorted (D : nat) (x : nat -> R) : Prop := forall i, (1 <= i <= D)%nat -> x i < x (S i).
Definition places (w D : nat) (i : nat -> nat) : Prop :=
  (forall j, (1 <= j < w)%nat -> (1 <= i j <= D)%nat) /\
  (forall j, (1 <= j)%nat -> (S j < w)%nat -> (i j <= i (S j))%nat).
Definition slope_signs (w : nat) (sign : nat -> R) : Prop := forall j, (1 <= j < w)%nat -> sign j = 1 \/ sign j = -1.

(** The inequalities (2.7) as printed, and with the first two turned round. The second one is read with the end
    x_(i_j + 1) of the interval. *)
Definition inequalities_printed (w : nat) (x : nat -> R) (i : nat -> nat) (sign a b : nat -> R) : Prop :=
  forall j, (1 <= j < w)%nat ->
    sign j * (b (S j) - b j - (a j - a (S j)) * x (i j)) >= 0 /\
    sign j * (b (S j) - b j - (a j - a (S j)) * x (i j + 1)%nat) <= 0 /\
    sign j * (a (S j) - a j) >= 0.
Definition inequalities_turned (w : nat) (x : nat -> R) (i : nat -> nat) (sign a b : nat -> R) : Prop :=
  forall j, (1 <= j < w)%nat ->
    sign j * (b (S j) - b j - (a j - a (S j)) * x (i j)) <= 0 /\
    sign j * (b (S j) - b j - (a j - a (S j)) * x (i j + 1)%nat) >= 0 /\
    sign j * (a (S j) - a j) >= 0.
