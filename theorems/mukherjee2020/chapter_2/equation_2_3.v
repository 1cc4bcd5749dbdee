(** Equation (2.3), the least risk over networks and over weights: false as printed, since the output layer of a network
    has a bias; the infimum over networks lies between those over the weights of w + 1 and of w units. *)

From Coq Require Import Reals List Lra Lia.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts training training_facts.
Import ListNotations.
Open Scope R_scope.

(** One unit without output bias: its outputs at 0 and 1, for the labels -1 and 1, leave a risk of 1/2 at least. *)
Lemma one_sign_only v u0 u1 : 0 <= u0 -> 0 <= u1 -> 1 <= squared (v * u0) (-1) + squared (v * u1) 1.
Proof.
  intros H0 H1. unfold squared. pose proof (pow2_ge_0 (v * u0 - -1)). pose proof (pow2_ge_0 (v * u1 - 1)).
  destruct (Rle_dec 0 v) as [up|down].
  - assert (P : 0 <= v * u0) by now apply Rmult_le_pos. set (a := v * u0) in *. nra.
  - assert (P : 0 <= - v * u1) by (apply Rmult_le_pos; lra). set (a := v * u1) in *.
    assert (a <= 0) by (unfold a; lra). nra.
Qed.

(** The infimum of the risk over networks of width w is not always that over affine T_1 and linear T_2: the network
    2 max(0, x) - 1 fits the data (0, -1), (1, 1) exactly, and v max(0, a x + b) does not. *)
Theorem equation_2_3_printed_refuted :
  ~ (forall n w D x y l, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x -> convex_loss l ->
      infimum (of_width n w) (risk l D x y) = infimum (without_output_bias n w) (risk l D x y)).
Proof.
  intros H. set (x := fun j : nat => [INR j]). set (y := fun j => 2 * INR j - 1).
  specialize (H 1%nat 1%nat 2%nat x y squared (le_n 1) (le_n 1) ltac:(lia) ltac:(easy) squared_convex).
  set (g := fun _ : nat => Gate [1] 0). set (f := fun z => -1 + two_layers 1 (fun _ => 2) g z).
  assert (low : Rbar_le (infimum (of_width 1 1) (risk squared 2 x y)) 0).
  { replace 0 with (risk squared 2 x y f); [apply infimum_below, units_of_width; [lia|easy]|].
    unfold risk, loss, f, two_layers, g, x, y, squared, gate_value. simpl.
    rewrite relu_nonpos, relu_nonneg by lra. field. }
  assert (high : Rbar_le (1 / 2) (infimum (without_output_bias 1 1) (risk squared 2 x y))).
  { apply infimum_above. intros h (v & g' & _ & values). unfold Rbar_le, risk, loss. simpl.
    rewrite !values by reflexivity. unfold two_layers. simpl.
    pose proof (one_sign_only (v 0%nat) _ _ (Rmax_l 0 (gate_value (g' 0%nat) (x 0%nat)))
      (Rmax_l 0 (gate_value (g' 0%nat) (x 1%nat)))) as B.
    unfold squared, relu, y in *. simpl. rewrite !Rplus_0_l. replace (2 * 0 - 1) with (-1) by ring.
    replace (2 * 1 - 1) with 1 by ring. lra. }
  rewrite <- H in high. pose proof (Rbar_le_trans _ _ _ high low) as C. simpl in C. lra.
Qed.

(** A unit that is always 1 stands for the bias, and a bias may be 0. *)
Theorem equation_2_3_repaired :
  forall n w D x y l, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x -> convex_loss l ->
    Rbar_le (infimum (without_output_bias n (w + 1)) (risk l D x y)) (infimum (of_width n w) (risk l D x y)) /\
    Rbar_le (infimum (of_width n w) (risk l D x y)) (infimum (without_output_bias n w) (risk l D x y)).
Proof.
  intros n w D x y l _ W _ points _. split; apply infimum_le.
  - intros f Hf. destruct (of_width_units n w f Hf) as (beta & v & g & read & values).
    set (v' := fun i => if Nat.eq_dec i w then beta else v i).
    set (g' := fun i => if Nat.eq_dec i w then Gate (origin n) 1 else g i).
    assert (E : forall z, two_layers (w + 1) v' g' z = beta + two_layers w v g z).
    { intros z. unfold two_layers. rewrite Nat.add_1_r. simpl. unfold v' at 2, g' at 2.
      destruct (Nat.eq_dec w w) as [_|N]; [|easy]. unfold gate_value at 2. simpl.
      rewrite dot_origin_l, relu_nonneg, Rplus_comm by lra. f_equal; [ring|].
      apply sum_ext. intros i I. unfold v', g'. destruct (Nat.eq_dec i w); [lia|reflexivity]. }
    exists (two_layers (w + 1) v' g'). split.
    + exists v', g'. split; [|easy]. intros i I. unfold g'. destruct (Nat.eq_dec i w) as [_|N].
      * apply length_origin.
      * apply read. lia.
    + right. unfold risk, loss. f_equal. apply sum_ext. intros j J. now rewrite E, values by now apply points.
  - intros f (v & g & read & values). exists (fun z => 0 + two_layers w v g z). split; [now apply units_of_width|].
    right. unfold risk, loss. f_equal. apply sum_ext. intros j J. rewrite values by now apply points. f_equal. ring.
Qed.
