(** Proposition 2.5.2 of Mukherjee 2020: max{0, x, y} is no network with one hidden layer, not even nearly, but it is
    one with two hidden layers of two gates. *)

From Coq Require Import Reals List Lra.
From Marginalia.formal Require Import vectors networks boolean maxima.
Import ListNotations.
Open Scope R_scope.

Lemma relu_odd_part : forall s b, Rabs (relu (s + b) - relu (- s + b) - s) <= Rabs b.
Proof.
  intros s b. unfold relu.
  unfold Rmax; repeat destruct Rle_dec; unfold Rabs; repeat destruct Rcase_abs; lra.
Qed.

(** The odd part of a circuit is linear but for a bounded error. *)
Lemma odd_part : forall c u gates, length u = length gates -> reads 2 gates ->
  exists p q K, forall x y,
    Rabs (sum_of_relus c u gates [x; y] - sum_of_relus c u gates [- x; - y] - (p * x + q * y)) <= K.
Proof.
  intros c u gates. revert u. induction gates as [|g gates IH]; intros u Hu reads_2;
    destruct u as [|v u]; try discriminate.
  - exists 0, 0, 0. intros x y. unfold sum_of_relus; simpl. rewrite Rabs_right; lra.
  - inversion reads_2 as [|? ? Hg reads_rest]; subst. injection Hu as Hu.
    destruct (IH u Hu reads_rest) as [p [q [K bound]]].
    destruct g as [w b]. simpl in Hg. destruct w as [|r [|s [|]]]; try discriminate.
    exists (v * r + p), (v * s + q), (Rabs v * Rabs b + K). intros x y. specialize (bound x y).
    pose proof (relu_odd_part (r * x + s * y) b) as here. unfold sum_of_relus in *. simpl map. simpl dot.
    assert (value : forall x' y', gate_value (Gate [r; s] b) [x'; y'] = r * x' + s * y' + b).
    { intros x' y'. unfold gate_value; simpl. ring. }
    rewrite !value. replace (r * - x + s * - y) with (- (r * x + s * y)) by ring.
    set (odd := relu (r * x + s * y + b) - relu (- (r * x + s * y) + b) - (r * x + s * y)) in *.
    match type of bound with Rabs ?rest <= _ =>
      match goal with |- Rabs ?e <= _ => replace e with (v * odd + rest) by (unfold odd; ring) end end.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult.
    apply Rplus_le_compat; [apply Rmult_le_compat_l; [apply Rabs_pos | exact here] | exact bound].
Qed.

(** No Sum-of-ReLU circuit stays within any distance E of the maximum on the whole plane. *)
Theorem proposition_2_5_2_impossible_sharpened : forall (c : R) (u : list R) (gates : list gate) (E : R),
  length u = length gates -> reads 2 gates ->
  exists x y, Rabs (sum_of_relus c u gates [x; y] - peak x y) > E.
Proof.
  intros c u gates E Hu reads_2. destruct (odd_part c u gates Hu reads_2) as [p [q [K odd]]].
  apply Classical_Prop.NNPP. intros none. set (F := fun x y => sum_of_relus c u gates [x; y]).
  assert (near : forall x y, - E <= F x y - peak x y <= E).
  { intros x y. unfold F.
    destruct (Rle_or_lt (Rabs (sum_of_relus c u gates [x; y] - peak x y)) E) as [H | H].
    - revert H. unfold Rabs. destruct Rcase_abs; lra.
    - exfalso. apply none. now exists x, y. }
  assert (linear : forall x y, - K <= F x y - F (- x) (- y) - (p * x + q * y) <= K).
  { intros x y. generalize (odd x y). unfold F, Rabs. destruct Rcase_abs; lra. }
  clearbody F. clear odd none.
  set (t := 3 * (2 * Rabs E + Rabs K) + 1).
  assert (0 < t) by (unfold t; pose proof (Rabs_pos E); pose proof (Rabs_pos K); lra).
  assert (E <= Rabs E /\ K <= Rabs K) by (split; apply Rle_abs).
  pose proof (linear t 0) as L1. pose proof (linear 0 t) as L2. pose proof (linear t t) as L3.
  pose proof (near t 0) as A1. pose proof (near 0 t) as A2. pose proof (near t t) as A3.
  pose proof (near (- t) (- 0)) as B1. pose proof (near (- 0) (- t)) as B2. pose proof (near (- t) (- t)) as B3.
  assert (peak t 0 = t /\ peak 0 t = t /\ peak t t = t) as [P1 [P2 P3]].
  { unfold peak, Rmax; repeat split; repeat destruct Rle_dec; lra. }
  assert (peak (- t) (- 0) = 0 /\ peak (- 0) (- t) = 0 /\ peak (- t) (- t) = 0) as [Q1 [Q2 Q3]].
  { unfold peak, Rmax; repeat split; repeat destruct Rle_dec; lra. }
  rewrite P1 in A1. rewrite P2 in A2. rewrite P3 in A3. rewrite Q1 in B1. rewrite Q2 in B2. rewrite Q3 in B3.
  unfold t in *. lra.
Qed.

(** No Sum-of-ReLU circuit, of any number of gates and with a constant or without, is the maximum. *)
Theorem proposition_2_5_2_impossible_printed : forall (c : R) (u : list R) (gates : list gate),
  length u = length gates -> reads 2 gates ->
  ~ forall x y, sum_of_relus c u gates [x; y] = peak x y.
Proof.
  intros c u gates Hu reads_2 H.
  destruct (proposition_2_5_2_impossible_sharpened c u gates 0 Hu reads_2) as [x [y far]].
  rewrite H, Rminus_diag_eq, Rabs_R0 in far by reflexivity. lra.
Qed.

(** Decide every maximum, the innermost ones first. *)
Ltac maxima :=
  repeat match goal with |- context [Rmax ?a ?b] =>
    lazymatch constr:((a, b)) with
    | context [Rmax _ _] => fail
    | _ => destruct (Rle_lt_dec a b); [rewrite (Rmax_right a b) by lra | rewrite (Rmax_left a b) by lra]
    end
  end.

(** max{0, x} + max{0, max{0, y} - max{0, x}}: two gates in each hidden layer. *)
Definition two_steps : network :=
  Network [[Gate [1; 0] 0; Gate [0; 1] 0]; [Gate [1; 0] 0; Gate [-1; 1] 0]] [Gate [1; 1] 0].

Lemma two_steps_computes : computes_number two_steps 2 (fun x => peak (nth 0 x 0) (nth 1 x 0)).
Proof.
  split.
  - repeat split; try discriminate; repeat constructor.
  - intros x Hx. destruct x as [|s [|t [|]]]; try discriminate. unfold evaluate; simpl. f_equal.
    unfold gate_value; simpl. unfold peak, relu. maxima; lra.
Qed.

(** A network with two hidden layers, and a weighted sum of the second for its output, is the maximum. *)
Theorem proposition_2_5_2_two_hidden_layers_printed : exists N : network,
  length (hidden N) = 2%nat /\ computes_number N 2 (fun x => peak (nth 0 x 0) (nth 1 x 0)).
Proof. exists two_steps. split; [reflexivity | exact two_steps_computes]. Qed.

(** Two gates in each of the two hidden layers suffice. *)
Theorem proposition_2_5_2_two_hidden_layers_sharpened : exists N : network,
  widths N = [2; 2]%nat /\ computes_number N 2 (fun x => peak (nth 0 x 0) (nth 1 x 0)).
Proof. exists two_steps. split; [reflexivity | exact two_steps_computes]. Qed.
