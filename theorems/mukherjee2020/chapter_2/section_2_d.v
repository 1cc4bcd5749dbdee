(** Appendix 2.D of Mukherjee 2020: the parity of k bits as a Sum-of-ReLU circuit of k + 1 gates, and of k gates. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks boolean piecewise sawtooth vectors_facts networks_facts.
From Marginalia.formal Require Import boolean_facts hinge_sums_facts.
Import ListNotations.
Open Scope R_scope.

(** The function on the line of the text: 0 up to 0, i mod 2 at i = 0, ..., k, affine between neighbours of these, and
    constant beyond k. *)
Definition is_lifted_parity (k : nat) (f : R -> R) : Prop :=
  (forall y, y <= 0 -> f y = 0) /\
  (forall i, (i <= k)%nat -> f (INR i) = INR (i mod 2)) /\
  (forall y, INR k <= y -> f y = INR (k mod 2)) /\
  (forall i y, (i < k)%nat -> INR i <= y <= INR (S i) ->
    f y = line_through (INR i) (f (INR i)) (INR (S i)) (f (INR (S i))) y).

(** Gates max(0, y - 0), ..., max(0, y - (w - 1)), where y is the sum of n inputs. *)
Definition hinged_at_naturals (w n : nat) : list gate := map (fun j => Gate (repeat 1 n) (- INR j)) (seq 0 w).

(** ** Sums over hinges *)

Lemma circuit_of_hinges : forall c w x y (gate_of : nat -> gate),
  (forall j, gate_value (gate_of j) x = y - INR j) ->
  sum_of_relus 0 (map c (seq 0 w)) (map gate_of (seq 0 w)) x = hinge_sum c w y.
Proof.
  intros c w x y gate_of values.
  assert (as_total : forall l, dot (map c l) (map (fun g => relu (gate_value g x)) (map gate_of l)) =
    total (map (fun j => c j * relu (y - INR j)) l)).
  { induction l as [|j l IH]; simpl; [reflexivity|]. now rewrite IH, values. }
  unfold sum_of_relus. rewrite as_total, Rplus_0_l. clear as_total. induction w as [|w IH]; [reflexivity|].
  rewrite seq_S, map_app, total_app, IH. simpl. ring.
Qed.

Lemma sum_of_inputs : forall n x j, length x = n -> gate_value (Gate (repeat 1 n) (- INR j)) x = total x - INR j.
Proof.
  intros n x j H. unfold gate_value; simpl. rewrite dot_ones by exact H. ring.
Qed.

(** As rise, but the slope is 0 after the hinge k. *)
Definition rise_to (k j : nat) : R := if j =? k then (-1) ^ k else rise j.

Lemma same_weights : forall c c' w y, (forall j, (j < w)%nat -> c j = c' j) -> hinge_sum c w y = hinge_sum c' w y.
Proof.
  induction w as [|w IH]; intros y H; simpl; [reflexivity|]. rewrite IH, H by (intros; try apply H; lia). reflexivity.
Qed.

Lemma flattened : forall k y, hinge_sum (rise_to k) (S k) y = hinge_sum rise k y + (-1) ^ k * relu (y - INR k).
Proof.
  intros k y. simpl. unfold rise_to at 2. rewrite Nat.eqb_refl. f_equal. apply same_weights.
  intros j H. unfold rise_to. destruct (Nat.eqb_spec j k); [lia | reflexivity].
Qed.

(** The sum of all k + 1 gates on each of its pieces. *)
Lemma before_0 : forall k y, y <= 0 -> hinge_sum (rise_to k) (S k) y = 0.
Proof. intros k y H. apply (before_hinges _ (S k) 0 y); [lia | exact H]. Qed.

Lemma between_naturals : forall k i y, (i < k)%nat -> INR i <= y <= INR (S i) ->
  hinge_sum (rise_to k) (S k) y = INR (i mod 2) + (-1) ^ i * (y - INR i).
Proof.
  intros k i y Hi H. rewrite flattened, (hinge_sum_between k i) by assumption. rewrite relu_nonpos; [ring|].
  apply le_INR in Hi. lra.
Qed.

Lemma after_k : forall k y, (1 <= k)%nat -> INR k <= y -> hinge_sum (rise_to k) (S k) y = INR (k mod 2).
Proof.
  intros k y Hk H. rewrite flattened. destruct k as [|k]; [lia|].
  rewrite hinge_sum_beyond by (rewrite S_INR in H; lra). rewrite relu_nonneg by lra. rewrite !mod_2, S_INR. simpl pow.
  field.
Qed.

Lemma lifted_at : forall k i, (1 <= k)%nat -> (i <= k)%nat -> hinge_sum (rise_to k) (S k) (INR i) = INR (i mod 2).
Proof.
  intros k i Hk Hi. destruct (Nat.eq_dec i k) as [-> | H]; [apply after_k; auto; lra|].
  rewrite (between_naturals k i) by (rewrite ?S_INR; lia || lra). ring.
Qed.

Lemma power_of_minus_one : forall i, (-1) ^ i <> 0.
Proof. intros i. apply pow_nonzero. lra. Qed.

Lemma lifted_pieces : forall k, (1 <= k)%nat -> has_pieces (hinge_sum (rise_to k) (S k)) (k + 2).
Proof.
  intros k Hk. split; [lia|].
  exists (fun i => INR (i - 1)), (fun i => if i =? 0 then 0 else if i =? S k then 0 else (-1) ^ (i - 1)),
    (fun i => if i =? 0 then 0 else if i =? S k then INR (k mod 2) else
      INR ((i - 1) mod 2) - (-1) ^ (i - 1) * INR (i - 1)).
  repeat split.
  - intros i H1 H2. apply lt_INR. lia.
  - intros i Hi. pose proof (power_of_minus_one (i - 1)). destruct (Nat.eqb_spec i 0) as [-> | Hi0].
    + simpl. destruct k; [lia|]. simpl. lra.
    + destruct (Nat.eqb_spec i (S k)) as [-> | Hik]; [lia|]. simpl (S i =? 0). cbv iota.
      destruct (Nat.eqb_spec (S i) (S k)) as [E | E]; [assumption|].
      replace (S i - 1)%nat with (S (i - 1)) by lia. rewrite <- tech_pow_Rmult. lra.
  - intros i y Hi [low high]. destruct (Nat.eqb_spec i 0) as [-> | Hi0].
    + rewrite before_0; [ring|]. destruct high as [high | high]; [lia | exact high].
    + destruct low as [low | low]; [lia|]. destruct (Nat.eqb_spec i (S k)) as [-> | Hik].
      * rewrite after_k; [ring | assumption|]. replace (S k - 1)%nat with k in low by lia. exact low.
      * destruct high as [high | high]; [lia|]. replace (S i - 1)%nat with (S (i - 1)) in high by lia.
        rewrite (between_naturals k (i - 1)) by (lia || now split). ring.
Qed.

(** ** Bits *)

Lemma parity_mod : forall x, zero_one (parity x) = INR (ones x mod 2).
Proof.
  intros x. unfold parity. rewrite <- Nat.bit0_odd. pose proof (Nat.bit0_mod (ones x)) as H.
  destruct (Nat.testbit (ones x) 0); simpl in H |- *; rewrite <- H; reflexivity.
Qed.

Lemma few_ones : forall x, (ones x <= length x)%nat.
Proof. intros x. apply count_occ_bound. Qed.

Lemma product_signs : forall x, product (signs x) = (-1) ^ (length x - ones x).
Proof.
  induction x as [|b x IH]; [reflexivity|]. simpl signs. simpl product. fold (signs x). rewrite IH.
  pose proof (few_ones x) as H. unfold ones in *. destruct b; simpl count_occ; simpl length; simpl sign.
  - rewrite Nat.sub_succ. ring.
  - rewrite Nat.sub_succ_l by exact H. simpl. ring.
Qed.

(** For k >= 1 some sum of k + 1 gates with hinges 0, ..., k is the lifted parity, which has k + 2 pieces, and with
    the sum of k bits for its argument it is their parity. *)
Theorem section_2_d_parity_relu_printed : forall k : nat, (1 <= k)%nat ->
  exists (f : R -> R) (u : list R), is_lifted_parity k f /\ has_pieces f (k + 2) /\ length u = (k + 1)%nat /\
    (forall y, f y = sum_of_relus 0 u (hinged_at_naturals (k + 1) 1) [y]) /\
    (forall x : bits, length x = k ->
      zero_one (parity x) = sum_of_relus 0 u (hinged_at_naturals (k + 1) k) (zeros_ones x)).
Proof.
  intros k Hk. exists (hinge_sum (rise_to k) (S k)), (map (rise_to k) (seq 0 (S k))).
  replace (k + 1)%nat with (S k) by lia. split; [|split; [|split; [|split]]].
  - repeat split.
    + intros y. apply before_0.
    + intros i. now apply lifted_at.
    + intros y. now apply after_k.
    + intros i y Hi Hy. rewrite !lifted_at by lia. rewrite (between_naturals k i) by assumption.
      unfold line_through. rewrite !mod_2, S_INR. simpl pow. field. lra.
  - now apply lifted_pieces.
  - now rewrite map_length, seq_length.
  - intros y. symmetry. apply circuit_of_hinges. intros j. rewrite sum_of_inputs by reflexivity. simpl. ring.
  - intros x Hx. unfold hinged_at_naturals. rewrite (circuit_of_hinges _ _ _ (INR (ones x))).
    + rewrite lifted_at by (trivial; rewrite <- Hx; apply few_ones). apply parity_mod.
    + intros j. rewrite sum_of_inputs by (unfold zeros_ones; now rewrite map_length). now rewrite total_zeros_ones.
Qed.

(** k gates suffice; for bits -1 and 1, whose parity is their product, they do with a constant. *)
Theorem section_2_d_parity_relu_sharpened : forall k : nat, (1 <= k)%nat ->
  (exists u : list R, length u = k /\ forall x : bits, length x = k ->
    zero_one (parity x) = sum_of_relus 0 u (hinged_at_naturals k k) (zeros_ones x)) /\
  (exists (u : list R) (gates : list gate), length u = k /\ length gates = k /\ reads k gates /\
    forall x : bits, length x = k -> product (signs x) = sum_of_relus 1 u gates (signs x)).
Proof.
  intros k Hk. split.
  - exists (map rise (seq 0 k)). split; [now rewrite map_length, seq_length|]. intros x Hx.
    unfold hinged_at_naturals. rewrite (circuit_of_hinges _ _ _ (INR (ones x))).
    + rewrite at_naturals by (trivial; rewrite <- Hx; apply few_ones). apply parity_mod.
    + intros j. rewrite sum_of_inputs by (unfold zeros_ones; now rewrite map_length). now rewrite total_zeros_ones.
  - exists (scale (-2) (map rise (seq 0 k))),
      (map (fun j => Gate (scale (- / 2) (repeat 1 k)) (INR k / 2 - INR j)) (seq 0 k)).
    repeat split.
    + unfold scale. now rewrite !map_length, seq_length.
    + now rewrite map_length, seq_length.
    + apply Forall_map, Forall_forall. intros j _. simpl. unfold scale. now rewrite map_length, repeat_length.
    + intros x Hx. unfold sum_of_relus. rewrite dot_scale_l.
      pose proof (circuit_of_hinges rise k (signs x) (INR (k - ones x))
        (fun j => Gate (scale (- / 2) (repeat 1 k)) (INR k / 2 - INR j))) as H.
      unfold sum_of_relus in H. rewrite Rplus_0_l in H. rewrite H; clear H.
      * rewrite at_naturals by lia. rewrite mod_2, product_signs, Hx. field.
      * intros j. pose proof (sum_of_inputs k (signs x) 0 ltac:(now rewrite length_signs)) as E.
        unfold gate_value in *. simpl in E. simpl. rewrite dot_scale_l. rewrite total_signs, Hx in E.
        rewrite minus_INR by (rewrite <- Hx; apply few_ones). lra.
Qed.
