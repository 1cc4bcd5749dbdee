(** Lemma 2.A.7 of Mukherjee 2020, size of a network on the line against the pieces of its function: both halves, the
    first one without its - 1 too, and the step by the inequality of the means. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks piecewise piecewise_facts vectors_facts means_facts.
From Marginalia.formal Require Import networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6.
Import ListNotations.
Open Scope R_scope.

Lemma product_below_doubled : forall ws, (forall w, In w ws -> (1 <= w)%nat) ->
  INR (list_product (map S ws)) <= product (map (fun w => 2 * INR w) ws) /\
  Forall (Rlt 0) (map (fun w => 2 * INR w) ws).
Proof.
  induction ws as [|w ws IH]; intros H; simpl; [split; [lra | constructor]|].
  destruct IH as [L P]; [intros; apply H; now right|].
  assert (Hw : 1 <= INR w) by (apply (le_INR 1), H; now left).
  split; [|constructor; [lra | easy]].
  rewrite Nat.add_comm. fold (list_product (map S ws)).
  replace (w * list_product (map S ws) + list_product (map S ws))%nat with (S w * list_product (map S ws))%nat by ring.
  rewrite mult_INR, S_INR. apply Rmult_le_compat; [lra | apply pos_INR | lra | easy].
Qed.

Lemma total_doubled : forall ws, total (map (fun w => 2 * INR w) ws) = 2 * INR (list_sum ws).
Proof.
  induction ws as [|w ws IH]; simpl; [ring|]. fold (total (map (fun w => 2 * INR w) ws)). rewrite IH.
  fold (list_sum ws). rewrite plus_INR. ring.
Qed.

(** A function with p pieces that a network of depth k + 1 and size at most s computes has p <= (2 s / k)^k. *)
Theorem lemma_2_a_7_upper_printed : forall N f k p s,
  computes_on_line N f -> (1 <= k)%nat -> depth N = S k -> (size N <= s)%nat -> has_pieces f p ->
  INR p <= (2 * INR s / INR k) ^ k.
Proof.
  intros N f k p s Hf Hk Hd Hs Hp.
  destruct (lemma_2_a_6_sharpened N f k Hf Hk Hd) as (m & Hm & Hpm). rewrite (pieces_unique f p m Hp Hpm).
  assert (Hpos : forall w, In w (widths N) -> (1 <= w)%nat).
  { destruct Hf as [[Hfits _] _]. apply (widths_positive _ _ _ Hfits). }
  assert (Hlen : length (widths N) = k).
  { unfold depth in Hd. unfold widths. rewrite map_length. unfold layer in *. lia. }
  destruct (product_below_doubled (widths N) Hpos) as [L P].
  apply Rle_trans with (1 := le_INR _ _ Hm). apply Rle_trans with (1 := L).
  assert (Hk' : 0 < INR k) by (apply lt_0_INR; lia).
  assert (Hs' : 1 <= INR s).
  { apply (le_INR 1). apply Nat.le_trans with (2 := Hs). unfold size.
    destruct (widths N) as [|w ws]; simpl in *; [lia|].
    specialize (Hpos w (or_introl eq_refl)). lia. }
  rewrite <- Hlen at 2. rewrite <- (map_length (fun w => 2 * INR w) (widths N)). apply means.
  - apply Rdiv_lt_0_compat; lra.
  - easy.
  - rewrite map_length, total_doubled, Hlen. fold (size N). apply le_INR in Hs.
    replace (INR k * (2 * INR s / INR k)) with (2 * INR s) by (field; lra). lra.
Qed.

(** A network of depth k + 1 that computes a function with p pieces has size at least k p^(1/k) / 2. *)
Theorem lemma_2_a_7_lower_sharpened : forall N f k p,
  computes_on_line N f -> (1 <= k)%nat -> depth N = S k -> has_pieces f p ->
  / 2 * INR k * Rpower (INR p) (/ INR k) <= INR (size N).
Proof.
  intros N f k p Hf Hk Hd Hp.
  pose proof (lemma_2_a_7_upper_printed N f k p (size N) Hf Hk Hd (le_n _) Hp) as L.
  assert (Hk' : 0 < INR k) by (apply lt_0_INR; lia).
  assert (Hp' : 0 < INR p) by (destruct Hp; apply lt_0_INR; lia).
  apply Rnot_lt_le. intros H.
  assert (B : 2 * INR (size N) / INR k < Rpower (INR p) (/ INR k)).
  { apply Rmult_lt_reg_l with (1 := Hk'). field_simplify; lra. }
  assert (A : 0 <= 2 * INR (size N) / INR k).
  { apply Rmult_le_pos; [pose proof (pos_INR (size N)); lra | left; now apply Rinv_0_lt_compat]. }
  pose proof (power_strict _ _ k (conj A B) Hk) as C. rewrite root_power in C by easy. lra.
Qed.

(** A network of depth k + 1 that computes a function with p pieces has size at least k p^(1/k) / 2 - 1. *)
Theorem lemma_2_a_7_lower_printed : forall N f k p,
  computes_on_line N f -> (1 <= k)%nat -> depth N = S k -> has_pieces f p ->
  / 2 * INR k * Rpower (INR p) (/ INR k) - 1 <= INR (size N).
Proof.
  intros N f k p Hf Hk Hd Hp. pose proof (lemma_2_a_7_lower_sharpened N f k p Hf Hk Hd Hp). lra.
Qed.

(** Under (2.17), 2^(k - 1) (w_1 + 1) w_2 ... w_k >= p, with w_1 + 1, w_2, ..., w_k > 0, the sum of the w_i is smallest
    where w_1 + 1 = w_2 = ... = w_k = c, with 2^(k - 1) c^k = p, and c >= p^(1/k) / 2, so that the sum is at least
    k p^(1/k) / 2 - 1; w lists w_2, ..., w_k. *)
Theorem lemma_2_a_7_amgm_printed : forall k p, (1 <= k)%nat -> 0 < p -> exists c,
  0 < c /\ 2 ^ (k - 1) * c ^ k = p /\ / 2 * Rpower p (/ INR k) <= c /\
  (forall w1 w, length w = (k - 1)%nat -> 0 < w1 + 1 -> Forall (Rlt 0) w ->
    p <= 2 ^ (k - 1) * (w1 + 1) * product w ->
    INR k * c - 1 <= w1 + total w /\ / 2 * INR k * Rpower p (/ INR k) - 1 <= w1 + total w) /\
  (exists w1 w, length w = (k - 1)%nat /\ w1 + 1 = c /\ Forall (eq c) w /\
    2 ^ (k - 1) * (w1 + 1) * product w = p /\ w1 + total w = INR k * c - 1).
Proof.
  intros k p Hk Hp. assert (Hk' : 0 < INR k) by (apply lt_0_INR; lia).
  assert (H2 : 0 < 2 ^ (k - 1)) by (apply pow_lt; lra).
  set (c := Rpower (p / 2 ^ (k - 1)) (/ INR k)).
  assert (Hc : 0 < c) by apply exp_pos.
  assert (Ec : 2 ^ (k - 1) * c ^ k = p).
  { unfold c. rewrite root_power; [field; lra | now apply Rdiv_lt_0_compat | easy]. }
  assert (Hh : / 2 * Rpower p (/ INR k) <= c).
  { apply Rnot_lt_le. intros H. apply Rlt_le in Hc as Hc'.
    pose proof (power_strict _ _ k (conj Hc' H) Hk) as L.
    rewrite Rpow_mult_distr, root_power in L by easy.
    assert (E : (/ 2) ^ k * (2 * 2 ^ (k - 1)) = 1).
    { replace (2 * 2 ^ (k - 1)) with (2 ^ k) by (replace k with (S (k - 1)) at 1 by lia; reflexivity).
      rewrite <- Rpow_mult_distr. replace (/ 2 * 2) with 1 by field. apply pow1. }
    assert (0 < (/ 2) ^ k) by (apply pow_lt; lra). nra. }
  exists c. split; [|split; [|split; [|split]]]; try easy.
  - intros w1 w Hw H1 Hpos Hb.
    assert (L : INR k * c - 1 <= w1 + total w); [|split; [easy | nra]].
    apply Rnot_lt_le. intros H.
    assert (Hxs : Forall (Rlt 0) ((w1 + 1) :: w)) by now constructor.
    assert (Hlen : length ((w1 + 1) :: w) = k) by (simpl; lia).
    set (A := ((w1 + 1) + total w) / INR k).
    assert (EA : INR k * A = (w1 + 1) + total w) by (unfold A; field; lra).
    assert (Ht : 0 <= total w).
    { clear - Hpos. induction Hpos; simpl; [lra|]. fold (total l). lra. }
    assert (HA : 0 < A) by (apply Rdiv_lt_0_compat; lra).
    assert (HAc : A < c) by (apply Rmult_lt_reg_l with (1 := Hk'); lra).
    pose proof (means A _ HA Hxs) as M. rewrite Hlen in M. simpl in M. fold (total w) (product w) in M.
    pose proof (power_strict A c k (conj (Rlt_le _ _ HA) HAc) Hk).
    assert (2 ^ (k - 1) * ((w1 + 1) * product w) < 2 ^ (k - 1) * c ^ k)
      by (apply Rmult_lt_compat_l; [easy|]; lra).
    lra.
  - exists (c - 1), (repeat c (k - 1)). rewrite repeat_length, product_repeat, total_repeat.
    repeat split; [ring | | | ].
    + apply Forall_forall. intros x Hx. apply repeat_spec in Hx. now symmetry.
    + rewrite <- Ec. replace (c ^ k) with (c * c ^ (k - 1)) by (replace k with (S (k - 1)) at 2 by lia; reflexivity).
      ring.
    + rewrite minus_INR by easy. simpl. ring.
Qed.
