(** Networks with one hidden layer, fitted to data (Section 2.4 of Mukherjee 2020).

    Units have the numbers 0, ..., w - 1. The data are points x 0, ..., x (D - 1) of R^n and labels y 0, ...,
    y (D - 1). *)

From Coq Require Import Reals List.
From Coquelicot Require Import Rbar Lub.
From Marginalia.formal Require Import vectors networks boolean.
Import ListNotations.
Open Scope R_scope.

(** ** Networks *)

(** The gates g 0, ..., g (w - 1) read n inputs: they are an affine map from R^n to R^w. *)
Definition gates_read (n w : nat) (g : nat -> gate) : Prop := forall i, (i < w)%nat -> length (weights (g i)) = n.

(** The output T_2 (max(0, T_1 x)) for the affine map T_1 of the gates g and the linear map T_2 of the weights v. *)
Definition two_layers (w : nat) (v : nat -> R) (g : nat -> gate) (x : point) : R :=
  sum (fun i => v i * relu (gate_value (g i) x)) w.

(** f, on R^n, is computed by a network with one hidden layer, of width w; its output layer is affine. *)
Definition of_width (n w : nat) (f : point -> R) : Prop :=
  exists N, computes_number N n f /\ widths N = [w].

(** f, on R^n, is T_2 (max(0, T_1 x)) for some affine T_1, to R^w, and linear T_2. *)
Definition without_output_bias (n w : nat) (f : point -> R) : Prop :=
  exists v g, gates_read n w g /\ forall x, length x = n -> f x = two_layers w v g x.

(** ** Losses *)

Definition points_of (n D : nat) (x : nat -> point) : Prop := forall j, (j < D)%nat -> length (x j) = n.

(** The loss l is convex in its first argument. *)
Definition convex_loss (l : R -> R -> R) : Prop :=
  forall p q t y, 0 <= t <= 1 -> l (t * p + (1 - t) * q) y <= t * l p y + (1 - t) * l q y.

(** The squared loss. *)
Definition squared (z y : R) : R := (z - y) ^ 2.

(** The loss of f on the data, and its empirical risk. *)
Definition loss (l : R -> R -> R) (D : nat) (x : nat -> point) (y : nat -> R) (f : point -> R) : R :=
  sum (fun j => l (f (x j)) (y j)) D.
Definition risk (l : R -> R -> R) (D : nat) (x : nat -> point) (y : nat -> R) (f : point -> R) : R :=
  loss l D x y f / INR D.

(** The infimum of an objective over a class of functions; it may be infinite. *)
Definition infimum {A : Type} (class : A -> Prop) (objective : A -> R) : Rbar :=
  Glb_Rbar (fun r => exists f, class f /\ r = objective f).

(** The network of weights v and gates g has the least loss among those without output bias. *)
Definition optimal (n w : nat) (l : R -> R -> R) (D : nat) (x : nat -> point) (y : nat -> R) (v : nat -> R)
  (g : nat -> gate) : Prop :=
  gates_read n w g /\
  forall v' g', gates_read n w g' -> loss l D x y (two_layers w v g) <= loss l D x y (two_layers w v' g').

(** ** Guesses: for each unit, a sign, and which of the points are to activate it *)

Definition are_signs (w : nat) (s : nat -> R) : Prop := forall i, (i < w)%nat -> s i = 1 \/ s i = -1.

(** A hyperplane parts the points j with P j from the others, which may lie on it. *)
Definition is_partition (n D : nat) (x : nat -> point) (P : nat -> bool) : Prop :=
  exists c delta, length c = n /\ forall j, (j < D)%nat -> (P j = true <-> dot c (x j) + delta > 0).

(** p tells for each of the D points whether it is in P_+, for a partition by a hyperplane. *)
Definition partition_of (n D : nat) (x : nat -> point) (p : list bool) : Prop :=
  length p = D /\ is_partition n D x (fun j => nth j p false).

(** A guess has for each of w units a sign, true for 1, and a partition of the points by a hyperplane. *)
Definition is_guess (n w D : nat) (x : nat -> point) (guess : list (bool * list bool)) : Prop :=
  length guess = w /\ Forall (fun unit => partition_of n D x (snd unit)) guess.

(** The signs and the sets of points of a guess. *)
Definition signs_of (guess : list (bool * list bool)) (i : nat) : R := sign (fst (nth i guess (true, []))).
Definition sets_of (guess : list (bool * list bool)) (i j : nat) : bool := nth j (snd (nth i guess (true, []))) false.

(** The constraints (2.5): unit i has an input >= 0 at its points j, with P i j, and <= 0 at the others. *)
Definition in_cell (w D : nat) (x : nat -> point) (P : nat -> nat -> bool) (g : nat -> gate) : Prop :=
  forall i j, (i < w)%nat -> (j < D)%nat ->
    if P i j then 0 <= gate_value (g i) (x j) else gate_value (g i) (x j) <= 0.

(** Signs and partitions, and gates that satisfy their constraints. *)
Definition feasible (n w D : nat) (x : nat -> point) (s : nat -> R) (P : nat -> nat -> bool) (g : nat -> gate) : Prop :=
  are_signs w s /\ (forall i, (i < w)%nat -> is_partition n D x (P i)) /\ gates_read n w g /\ in_cell w D x P g.

(** The sum of s_i (a_i x_j + b_i) over the units i with P i j. *)
Definition active_sum (w : nat) (s : nat -> R) (P : nat -> nat -> bool) (g : nat -> gate) (z : point) (j : nat) : R :=
  sum (fun i => if P i j then s i * gate_value (g i) z else 0) w.

(** The loss of these sums on the data. *)
Definition loss_of_sums (l : R -> R -> R) (w D : nat) (x : nat -> point) (y : nat -> R) (s : nat -> R)
  (P : nat -> nat -> bool) (g : nat -> gate) : R :=
  sum (fun j => l (active_sum w s P g (x j) j) (y j)) D.

(** The objective as printed: over all j and all i with P i j, the sum of the losses of s_i (a_i x_j + b_i) alone. *)
Definition sum_of_losses (l : R -> R -> R) (w D : nat) (x : nat -> point) (y : nat -> R) (s : nat -> R)
  (P : nat -> nat -> bool) (g : nat -> gate) : R :=
  sum (fun j => sum (fun i => if P i j then l (s i * gate_value (g i) (x j)) (y j) else 0) w) D.

(** t g + u h, gate by gate. *)
Definition mixed (t : R) (g : nat -> gate) (u : R) (h : nat -> gate) (i : nat) : gate :=
  Gate (add (scale t (weights (g i))) (scale u (weights (h i)))) (t * bias (g i) + u * bias (h i)).
