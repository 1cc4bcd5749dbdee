(** The upper integral of the indicator of [1, 2] is 1 at least: upper integrals, and distances in L^q, are not all
    small. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import vectors null_sets_facts integrals integrals_facts vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** 1 strictly between a and c. *)
Definition open_indicator (a c x : R) : R := if Rlt_dec a x then if Rlt_dec x c then 1 else 0 else 0.

Lemma common_margin (a c : nat -> R) x K : exists rho, 0 < rho /\
  forall q, (q < K)%nat -> a q < x < c q -> a q <= x - rho /\ x + rho <= c q.
Proof.
  induction K as [|K (rho & pos & H)]; [exists 1; split; [lra|]; intros; lia|].
  destruct (Rlt_dec (a K) x) as [A|A]; [destruct (Rlt_dec x (c K)) as [C|C]|].
  - exists (Rmin rho (Rmin (x - a K) (c K - x))). split; [repeat apply Rmin_glb_lt; lra|]. intros q Q I.
    pose proof (Rmin_l rho (Rmin (x - a K) (c K - x))). pose proof (Rmin_r rho (Rmin (x - a K) (c K - x))).
    pose proof (Rmin_l (x - a K) (c K - x)). pose proof (Rmin_r (x - a K) (c K - x)).
    destruct (Nat.eq_dec q K) as [->|N]; [lra|]. specialize (H q ltac:(lia) I). lra.
  - exists rho. split; [exact pos|]. intros q Q I. destruct (Nat.eq_dec q K) as [->|N]; [lra|]. apply H; [lia|exact I].
  - exists rho. split; [exact pos|]. intros q Q I. destruct (Nat.eq_dec q K) as [->|N]; [lra|]. apply H; [lia|exact I].
Qed.

(** Open intervals with weights that add up to s, at least, at every point of [1, 2], have a finite sum of weighted
    lengths of at least s. *)
Lemma weighted_cover (w a c : nat -> R) s : 0 <= s -> (forall q, 0 <= w q) -> (forall q, a q <= c q) ->
  (forall x, 1 <= x <= 2 -> exists K, s <= sum (fun q => w q * open_indicator (a q) (c q) x) K) ->
  exists K, s <= sum (fun q => w q * (c q - a q)) K.
Proof.
  intros Hs W order cover.
  set (part := fun t q => w q * Rmax 0 (Rmin (t - a q) (c q - a q))).
  assert (nonneg : forall t q, 0 <= part t q) by (intros; apply Rmult_le_pos; [apply W|apply Rmax_l]).
  set (good := fun t => 1 <= t <= 2 /\ exists K, s * (t - 1) <= sum (part t) K).
  assert (G1 : good 1) by (split; [lra|]; exists 0%nat; simpl; lra).
  destruct (completeness good) as (T & bound & least).
  { exists 2. intros t [Ht _]. lra. }
  { now exists 1. }
  assert (T1 : 1 <= T) by (now apply bound).
  assert (T2 : T <= 2) by (apply least; intros t [Ht _]; lra).
  destruct (cover T (conj T1 T2)) as (K0 & H0). destruct (common_margin a c T K0) as (rho & pos & margin).
  assert (near : exists t, good t /\ T - rho < t).
  { apply NNPP. intros N. assert (T <= T - rho); [|lra]. apply least. intros t Gt.
    destruct (Rle_dec t (T - rho)) as [|F]; [assumption|]. contradiction N. exists t. split; [exact Gt|lra]. }
  destruct near as (t & [Ht (K & HK)] & low). assert (tT : t <= T) by (apply bound; split; [exact Ht|now exists K]).
  assert (further : forall t', t <= t' <= T + rho -> t' <= 2 -> good t').
  { intros t' L L2. split; [lra|]. exists (Nat.max K K0).
    assert (grow : forall J, sum (part t) J + (t' - t) * sum (fun q => w q * open_indicator (a q) (c q) T)
      (Nat.min J K0) <= sum (part t') J).
    { induction J as [|J IH]; [simpl; lra|]. rewrite !sum_S.
      assert (monotone : part t J <= part t' J).
      { apply Rmult_le_compat_l; [apply W|]. unfold Rmax, Rmin. repeat destruct Rle_dec; lra. }
      destruct (le_lt_dec K0 J) as [late|early].
      - rewrite (Nat.min_r (S J)) by lia. rewrite (Nat.min_r J) in IH by lia. lra.
      - rewrite (Nat.min_l (S J)) by lia. rewrite (Nat.min_l J) in IH by lia. rewrite sum_S.
        assert (step : part t J + (t' - t) * (w J * open_indicator (a J) (c J) T) <= part t' J).
        { unfold open_indicator. destruct (Rlt_dec (a J) T) as [A|A]; [destruct (Rlt_dec T (c J)) as [C|C]|]; try lra.
          destruct (margin J early (conj A C)) as [M1 M2]. unfold part.
          assert (slope : Rmax 0 (Rmin (t' - a J) (c J - a J)) = Rmax 0 (Rmin (t - a J) (c J - a J)) + (t' - t)).
          { unfold Rmax, Rmin. repeat destruct Rle_dec; lra. }
          rewrite slope. lra. }
        lra. }
    specialize (grow (Nat.max K K0)). rewrite Nat.min_r in grow by lia.
    pose proof (sum_more (part t) K (Nat.max K K0) (nonneg t) ltac:(lia)).
    assert ((t' - t) * s <= (t' - t) * sum (fun q => w q * open_indicator (a q) (c q) T) K0)
      by (apply Rmult_le_compat_l; lra). lra. }
  assert (G2 : good 2).
  { destruct (Rle_dec 2 (T + rho)) as [L|L]; [apply further; lra|].
    assert (T + rho <= T); [|lra]. apply bound, further; lra. }
  destruct G2 as [_ (M & HM)]. exists M. apply Rle_trans with (sum (part 2) M); [lra|].
  apply sum_le. intros q _. apply Rmult_le_compat_l; [apply W|]. specialize (order q).
  unfold Rmax, Rmin. repeat destruct Rle_dec; lra.
Qed.

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
