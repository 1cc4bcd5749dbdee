(** An interval does not have measure zero on the line: open intervals that cover it are long enough, also with
    weights. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import vectors null_sets vectors_facts.
Import ListNotations.
Open Scope R_scope.

Lemma sum_more f K L : (forall q, 0 <= f q) -> (K <= L)%nat -> sum f K <= sum f L.
Proof. intros H. induction 1 as [|L _ IH]; [lra|]. rewrite sum_S. specialize (H L). lra. Qed.

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

(** Open intervals that cover [1, 2] have a finite sum of lengths of at least 1. *)
Lemma cover_long (a c : nat -> R) :
  (forall q, a q <= c q) -> (forall x, 1 <= x <= 2 -> exists q, a q < x < c q) ->
  exists K, 1 <= sum (fun q => c q - a q) K.
Proof.
  intros order cover. destruct (weighted_cover (fun _ => 1) a c 1) as (K & H); [lra | intros; lra | exact order | |].
  - intros x X. destruct (cover x X) as (q & inside). exists (S q). rewrite sum_S.
    assert (0 <= sum (fun q => 1 * open_indicator (a q) (c q) x) q).
    { apply sum_nonneg. intros i _. unfold open_indicator. repeat destruct Rlt_dec; lra. }
    unfold open_indicator at 2. repeat destruct Rlt_dec; lra.
  - exists K. now rewrite (sum_ext _ (fun q => 1 * (c q - a q))) by (intros; ring).
Qed.

Lemma interval_not_null (A : point -> Prop) : (forall x, 1 <= x <= 2 -> A [x]) -> ~ null_set 1 A.
Proof.
  intros In N. destruct (N (/ 4)) as (low & high & Box & Small & Cover); [lra|].
  set (l := fun q => nth 0 (low q) 0). set (h := fun q => nth 0 (high q) 0).
  assert (B : forall q, low q = [l q] /\ high q = [h q] /\ l q <= h q).
  { intros q. destruct (Box q) as [L O]. unfold l, h. destruct (low q) as [|u [|u' low']]; simpl in L; try lia.
    inversion_clear O as [|? v ? ? Le Rest]. inversion_clear Rest. auto. }
  set (d := fun q => / 16 * (/ 2) ^ q).
  assert (D : forall q, 0 < d q) by (intros q; unfold d; pose proof (pow_lt (/ 2) q); lra).
  assert (Dsum : forall K, sum (fun q => 2 * d q) K <= / 4).
  { intros K. assert (E : sum (fun q => 2 * d q) K = / 4 - 4 * d K).
    { induction K as [|K IH]; [unfold d; simpl; lra|]. rewrite sum_S, IH. unfold d. simpl. lra. }
    rewrite E. specialize (D K). lra. }
  destruct (cover_long (fun q => l q - d q) (fun q => h q + d q)) as (K & HK).
  - intros q. destruct (B q) as (_ & _ & Le). specialize (D q). lra.
  - intros x Hx. destruct (Cover [x] (In x Hx)) as (q & L & H). exists q. destruct (B q) as (El & Eh & _).
    rewrite El in L. rewrite Eh in H. inversion_clear L. inversion_clear H. specialize (D q). lra.
  - assert (E : sum (fun q => h q + d q - (l q - d q)) K =
                sum (fun q => volume (low q) (high q)) K + sum (fun q => 2 * d q) K).
    { clear -B. induction K as [|K IH]; [simpl; ring|]. rewrite !sum_S, IH.
      destruct (B K) as (El & Eh & _). rewrite El, Eh. simpl. ring. }
    specialize (Small K). specialize (Dsum K). rewrite <- sum_total in Small. lra.
Qed.
