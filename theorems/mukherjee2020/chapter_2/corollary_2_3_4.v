(** Corollary 2.3.4 of Mukherjee 2020: networks with k^2 and with k hidden layers for the compositions of k^2 sawtooths
    with k - 1 nodes each. For k = 1 these sawtooths have no nodes, and are max(0, x). *)

From Coq Require Import Reals Lia Lra.
From Marginalia.formal Require Import networks sawtooth hinge_networks_facts networks_facts means_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_1.
Open Scope R_scope.

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
  - destruct (hard_computed k (k ^ 2) f some is_hard) as (N & computed & deep & units). exists N. now split.
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
