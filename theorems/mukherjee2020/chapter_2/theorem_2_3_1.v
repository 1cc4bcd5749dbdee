(** Theorem 2.3.1 of Mukherjee 2020, the trade-off of depth and size for compositions of sawtooths: as printed, without
    its - 1 and for every k', and with the bound that the product of the w_i + 1 gives. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import networks piecewise_facts sawtooth networks_facts means_facts hinge_networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 lemma_2_a_6 lemma_2_a_7.
Import ListNotations.
Open Scope R_scope.

(** A network of depth k' + 1 that computes a hard function has widths with a product of the w_i + 1 above w^k, *)
Lemma product_of_widths w k f N k' : (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> computes_on_line N f ->
  (1 <= k')%nat -> depth N = S k' -> (w ^ k + 1 <= list_product (map S (widths N)))%nat.
Proof.
  intros two some (M & a & h & positive & given & same) computed some' deep.
  destruct (lemma_2_a_6_sharpened N _ k' (computes_same _ _ _ same computed) some' deep) as (m & few & exactly).
  destruct (theorem_2_3_2_pieces_repaired M w k a h positive two some given) as (_ & r & [many _] & pieces).
  pose proof (pieces_unique _ _ _ exactly pieces). lia.
Qed.

(** and so it is large. *)
Lemma size_by_means w k f N k' : (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> computes_on_line N f ->
  (1 <= k')%nat -> depth N = S k' -> INR k' * (Rpower (INR w ^ k + 1) (/ INR k') - 1) <= INR (size N).
Proof.
  intros two some is_hard computed some' deep. apply size_of_product; [exact some' | | |].
  - unfold depth in deep. unfold widths, layer in *. rewrite map_length. lia.
  - pose proof (pow_lt (INR w) k ltac:(apply lt_0_INR; lia)). lra.
  - rewrite <- pow_INR, <- S_INR. apply le_INR.
    pose proof (product_of_widths w k f N k' two some is_hard computed some' deep). lia.
Qed.

(** For every k' >= 1, no network of depth k' + 1 that computes a hard function has size below k' w^(k / k') / 2. *)
Theorem theorem_2_3_1_sharpened : forall (w k : nat) (f : R -> R) (k' : nat) (N : network),
  (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> (1 <= k')%nat -> computes_on_line N f -> depth N = (k' + 1)%nat ->
  / 2 * INR k' * Rpower (INR w) (INR k / INR k') <= INR (size N).
Proof.
  intros w k f k' N two some (M & a & h & positive & given & same) some' computed deep.
  rewrite Nat.add_1_r in deep.
  destruct (theorem_2_3_2_pieces_repaired M w k a h positive two some given) as (_ & r & [many _] & pieces).
  pose proof (lemma_2_a_7_lower_sharpened N _ k' r (computes_same _ _ _ same computed) some' deep pieces) as large.
  apply Rle_trans with (2 := large). pose proof (pos_INR k'). apply Rmult_le_compat_l; [lra|].
  rewrite <- power_of_root by lia. assert (0 < INR w) by (apply lt_0_INR; lia).
  apply Rle_Rpower_l; [left; apply Rinv_0_lt_compat, lt_0_INR; lia|].
  rewrite <- pow_INR. split; [apply lt_0_INR; pose proof (Nat.pow_nonzero w k); lia | apply le_INR; lia].
Qed.

(** For every k >= 1 and w >= 2 there are hard functions, and each is computed by a network of depth k + 1 and width w,
    while a network of depth k' + 1 that computes it has size at least k' w^(k / k') / 2 - 1, for every k' <= k. *)
Theorem theorem_2_3_1_printed : forall k w : nat, (1 <= k)%nat -> (2 <= w)%nat ->
  (exists f, hard w k f) /\
  forall f, hard w k f ->
    (exists N, computes_on_line N f /\ depth N = (k + 1)%nat /\ widths N = repeat w k) /\
    forall (k' : nat) (N : network),
      (1 <= k' <= k)%nat -> computes_on_line N f -> depth N = (k' + 1)%nat ->
      / 2 * INR k' * Rpower (INR w) (INR k / INR k') - 1 <= INR (size N).
Proof.
  intros k w some two. split; [apply hard_function|]. intros f is_hard. split.
  - destruct is_hard as (M & a & h & positive & given & same).
    destruct (theorem_2_3_2_width_printed M w k a h positive two some given) as (N & computed & wide & deep & _).
    exists N. split; [|now split]. now apply (computes_same _ (composition h k)).
  - intros k' N between computed deep.
    pose proof (theorem_2_3_1_sharpened w k f k' N two some is_hard ltac:(lia) computed deep). lra.
Qed.

(** A network of depth k' + 1 that computes a hard function has size at least k' ((w^k + 1)^(1 / k') - 1), and for
    k' <= k this is more than k' w^(k / k') / 2. *)
Theorem theorem_2_3_1_sharp_printed : forall (w k : nat) (f : R -> R) (k' : nat) (N : network),
  (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> (1 <= k')%nat -> computes_on_line N f -> depth N = (k' + 1)%nat ->
  INR k' * (Rpower (INR w ^ k + 1) (/ INR k') - 1) <= INR (size N) /\
  ((k' <= k)%nat ->
    / 2 * INR k' * Rpower (INR w) (INR k / INR k') < INR k' * (Rpower (INR w ^ k + 1) (/ INR k') - 1)).
Proof.
  intros w k f k' N two some is_hard some' computed deep. rewrite Nat.add_1_r in deep.
  split; [now apply (size_by_means w k f N k')|]. intros shallow.
  pose proof (root_above w k k' ltac:(lia) some') as more.
  assert (0 < INR k') by (apply lt_0_INR; lia). apply (le_INR 2) in two. simpl in two.
  assert (exponent : 1 <= INR k / INR k').
  { apply Rmult_le_reg_r with (INR k'); [assumption|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra. now apply le_INR. }
  assert (large : 2 <= Rpower (INR w) (INR k / INR k')).
  { apply Rle_trans with (1 := two). rewrite <- (Rpower_1 (INR w)) at 1 by lra. apply Rle_Rpower; lra. }
  nra.
Qed.
