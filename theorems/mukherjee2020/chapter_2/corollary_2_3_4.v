(** Corollary 2.3.4 of Mukherjee 2020: networks with k^2 and with k hidden layers for the compositions of k^2 sawtooths
    with k - 1 nodes each. For k = 1 these sawtooths have no nodes, and are max(0, x). *)

From Coq Require Import Reals Arith List Lia Lra.
From Marginalia.formal Require Import networks sawtooth.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 lemma_2_a_6 theorem_2_3_1.
Open Scope R_scope.

(** The compositions of K sawtooths with k - 1 nodes each are computed by networks with K hidden layers of k units. *)
Lemma hard_computed k K f : (1 <= k)%nat -> (1 <= K)%nat -> hard k K f ->
  exists N, computes_on_line N f /\ depth N = (K + 1)%nat /\ size N = (k * K)%nat.
Proof.
  intros some more (M & a & h & positive & given & same). destruct (Nat.eq_dec k 1) as [-> | ?].
  - exists (hinge_network M 0 K a).
    assert (deep : length (hidden (hinge_network M 0 K a)) = K) by (simpl; now rewrite map_length, seq_length).
    split; [apply (computes_same _ (composition h K)); [easy|]; split; [split; [|reflexivity]|] | split].
    + apply (hinge_layers_fit M 0 a K 0).
    + intros x. unfold evaluate, hinge_network, affine, gate_value. cbn [hidden output map weights bias].
      rewrite (hinge_layers_compute _ _ _ _ _ _ given). f_equal. ring.
    + unfold depth. lia.
    + unfold size, widths, hinge_network. cbn [hidden]. rewrite map_map, Nat.mul_1_l. clear.
      enough (units : forall j, list_sum (map (fun i => length (hinge_layer M 0 a i)) (seq j K)) = K) by apply units.
      induction K as [|K IH]; intros j; [reflexivity|]. cbn [seq map].
      change (list_sum (?n :: ?ns)) with (n + list_sum ns)%nat. now rewrite IH.
  - destruct (theorem_2_3_2_width_printed M k K a h positive ltac:(lia) more given)
      as (N & computed & _ & deep & units).
    exists N. split; [|now split]. now apply (computes_same _ (composition h K)).
Qed.

(** A network with a hidden layer has a unit. *)
Lemma size_positive N f k : computes_on_line N f -> (1 <= k)%nat -> depth N = (k + 1)%nat -> (1 <= size N)%nat.
Proof.
  intros [[fit _] _] some deep. pose proof (widths_positive _ _ _ fit) as positive. unfold depth, size, widths in *.
  destruct (hidden N) as [|A layers]; cbn [length map] in *; [lia|].
  change (list_sum (?n :: ?ns)) with (n + list_sum ns)%nat. specialize (positive _ (or_introl eq_refl)). lia.
Qed.

(** For every k >= 1 such functions exist, and each is computed by a network with k^2 hidden layers and k^3 units, while
    a network with k hidden layers that computes it has at least k^(k + 1) - k + 1 units. *)
Theorem corollary_2_3_4_sharpened : forall k : nat, (1 <= k)%nat ->
  (exists f, hard k (k ^ 2) f) /\
  forall f, hard k (k ^ 2) f ->
    (exists N, computes_on_line N f /\ depth N = (k ^ 2 + 1)%nat /\ size N = (k ^ 3)%nat) /\
    forall N, computes_on_line N f -> depth N = (k + 1)%nat -> INR k ^ (k + 1) - INR k + 1 <= INR (size N).
Proof.
  intros k some. assert (more : (1 <= k ^ 2)%nat) by (simpl; nia). split; [apply hard_function|].
  intros f is_hard. split.
  - destruct (hard_computed k (k ^ 2) f some more is_hard) as (N & computed & deep & units). exists N. now split.
  - intros N computed deep. destruct (Nat.eq_dec k 1) as [-> | ?].
    + pose proof (le_INR _ _ (size_positive N f 1 computed some deep)). simpl in *. lra.
    + pose proof (size_by_means k (k ^ 2) f N k ltac:(lia) more is_hard computed some ltac:(lia)) as large.
      pose proof (root_above k (k ^ 2) k some some) as above.
      assert (0 < INR k) by (apply lt_0_INR; lia).
      assert (exponent : INR (k ^ 2) / INR k = INR k) by (rewrite pow_INR; field; lra).
      rewrite exponent, Rpower_pow in above by assumption.
      apply (Rmult_lt_compat_l (INR k)) in above; [|assumption].
      assert (strict : INR (k ^ (k + 1)) < INR (size N + k)).
      { rewrite pow_INR, plus_INR, Nat.add_1_r. simpl pow. lra. }
      apply INR_lt, le_INR in strict. rewrite S_INR, plus_INR, pow_INR in strict. lra.
Qed.

(** For every k >= 1 such functions exist, and each is computed by a network with k^2 hidden layers and k^3 units, while
    a network with k hidden layers that computes it has at least k^(k + 1) / 2 - 1 units. *)
Theorem corollary_2_3_4_printed : forall k : nat, (1 <= k)%nat ->
  (exists f, hard k (k ^ 2) f) /\
  forall f, hard k (k ^ 2) f ->
    (exists N, computes_on_line N f /\ depth N = (k ^ 2 + 1)%nat /\ size N = (k ^ 3)%nat) /\
    forall N, computes_on_line N f -> depth N = (k + 1)%nat -> / 2 * INR k ^ (k + 1) - 1 <= INR (size N).
Proof.
  intros k some. destruct (corollary_2_3_4_sharpened k some) as [family members]. split; [exact family|].
  intros f is_hard. destruct (members f is_hard) as [deeper shallower]. split; [exact deeper|].
  intros N computed deep. specialize (shallower N computed deep). apply Rle_trans with (2 := shallower).
  apply (le_INR 1) in some as many. simpl in many.
  destruct (Nat.eq_dec k 1) as [-> | ?]; [simpl; lra|].
  assert (two : 2 <= INR k) by (apply (le_INR 2); lia).
  assert (power : 2 <= INR k ^ k).
  { replace k with (S (k - 1)) at 2 by lia. simpl pow. pose proof (pow_R1_Rle (INR k) (k - 1) many). nra. }
  rewrite Nat.add_1_r. simpl pow. nra.
Qed.
