(** The upper integral of the indicator of [1, 2] is 1 at least: upper integrals, and distances in L^q, are not all
    small. *)

From Coq Require Import Reals List Lra.
From Marginalia.formal Require Import vectors null_sets_facts integrals integrals_facts vectors_facts.
Import ListNotations.
Open Scope R_scope.

Lemma upper_integral_of_interval r : upper_integral_at_most 1 (box_indicator [1] [2]) r -> 1 <= r.
Proof.
  intros (b & Hb & integrals & above).
  set (l := fun k => nth 0 (fst (snd (b k))) 0). set (h := fun k => nth 0 (snd (snd (b k))) 0).
  assert (B : forall k, fst (snd (b k)) = [l k] /\ snd (snd (b k)) = [h k] /\ l k <= h k).
  { intros k. destruct (Hb k) as [[L O] _]. unfold l, h. destruct (fst (snd (b k))) as [|u [|]]; try discriminate.
    inversion_clear O as [|? v ? ? Le Rest]. inversion_clear Rest. auto. }
  apply Rnot_lt_le. intros N. set (eta := (1 - Rmax r 0) / 4).
  assert (E : 0 < eta <= 1 / 4 /\ r + 2 * eta < 1).
  { unfold eta, Rmax. destruct Rle_dec; lra. }
  set (d := fun k => eta / 4 * (/ 2) ^ k / (fst (b k) + 1)).
  assert (P : forall k, 0 < (/ 2) ^ k) by (intros; apply pow_lt; lra).
  assert (D : forall k, 0 < d k /\ fst (b k) * (2 * d k) <= eta / 2 * (/ 2) ^ k).
  { intros k. destruct (Hb k) as [_ W]. specialize (P k). set (p := (/ 2) ^ k) in *. unfold d. fold p.
    assert (X : 0 < eta / 4 * p) by (apply Rmult_lt_0_compat; lra). split; [apply Rdiv_lt_0_compat; lra|].
    replace (fst (b k) * (2 * (eta / 4 * p / (fst (b k) + 1)))) with (eta / 2 * p * (fst (b k) / (fst (b k) + 1)))
      by (field; lra).
    rewrite <- (Rmult_1_r (eta / 2 * p)) at 2. apply Rmult_le_compat_l; [lra|].
    apply Rmult_le_reg_r with (fst (b k) + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  destruct (weighted_cover (fun k => fst (b k)) (fun k => l k - d k) (fun k => h k + d k) (1 - eta)) as (K & H).
  - lra.
  - intros k. apply Hb.
  - intros k. destruct (B k) as (_ & _ & Le). destruct (D k). lra.
  - intros x X. destruct (above [x] (1 - eta) eq_refl) as (K & H).
    { simpl. destruct (Rle_dec 1 x); [|lra]. destruct (Rle_dec x 2); lra. }
    exists K. left. eapply Rlt_le_trans; [exact H|]. unfold step_value. rewrite map_map, <- sum_total. apply sum_le.
    intros k _.
    apply Rmult_le_compat_l; [apply Hb|]. destruct (B k) as (-> & -> & _). destruct (D k) as [Dk _]. simpl.
    unfold open_indicator. destruct (Rle_dec (l k) x); [destruct (Rle_dec x (h k))|];
      repeat destruct Rlt_dec; lra.
  - assert (small : sum (fun k => fst (b k) * (h k + d k - (l k - d k))) K <=
      step_integral (map b (seq 0 K)) + eta * (1 - (/ 2) ^ K)).
    { unfold step_integral. rewrite map_map, <- sum_total. clear H. induction K as [|K IH].
      - simpl. lra.
      - rewrite !sum_S. destruct (B K) as (-> & -> & _). destruct (D K) as [_ DK]. simpl. specialize (P K). lra. }
    specialize (integrals K). specialize (P K).
    assert (eta * (1 - (/ 2) ^ K) <= eta * 1) by (apply Rmult_le_compat_l; lra). lra.
Qed.

(** The indicator of [1, 2] has a distance of at least 1 from zero in L^1(R). *)
Lemma interval_not_close eps : 0 < eps < 1 -> ~ close_in_L 1 1 (box_indicator [1] [2]) (fun _ => 0) eps.
Proof.
  intros E close. unfold close_in_L in close. assert (P : power eps 1 = eps).
  { unfold power. destruct (Req_EM_T eps 0); [lra|]. apply Rpower_1. lra. }
  rewrite P in close. apply (upper_integral_sum 1 (box_indicator [1] [2]) _ 1 [] _ eps) in close.
  - pose proof (upper_integral_of_interval eps close). lra.
  - lra.
  - constructor.
  - intros x _. unfold step_value, total. cbn [map fold_right]. rewrite Rminus_0_r.
    destruct (box_indicator_values [1] [2] x) as [-> | ->]; unfold power.
    + rewrite Rabs_R0. destruct (Req_EM_T 0 0); lra.
    + rewrite Rabs_R1. destruct (Req_EM_T 1 0); [lra|]. rewrite Rpower_1; lra.
  - unfold step_integral. simpl. lra.
Qed.
