(** An interval does not have measure zero on the line. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import vectors null_sets vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** A sum grows by at least as much as one of its summands, if none falls. *)
Lemma sum_grows f g K q :
  (forall q, f q <= g q) -> (q < K)%nat -> sum f K + (g q - f q) <= sum g K.
Proof.
  intros H. induction K as [|K IH]; intros L; [lia|]. rewrite !sum_S.
  destruct (Nat.eq_dec q K) as [-> | N].
  - pose proof (sum_le f g K (fun i _ => H i)). lra.
  - specialize (IH ltac:(lia)). specialize (H K). lra.
Qed.

Lemma sum_more f K L : (forall q, 0 <= f q) -> (K <= L)%nat -> sum f K <= sum f L.
Proof. intros H. induction 1 as [|L _ IH]; [lra|]. rewrite sum_S. specialize (H L). lra. Qed.

(** Open intervals that cover [1, 2] have a finite sum of lengths of at least 1. *)
Lemma cover_long (a c : nat -> R) :
  (forall q, a q <= c q) -> (forall x, 1 <= x <= 2 -> exists q, a q < x < c q) ->
  exists K, 1 <= sum (fun q => c q - a q) K.
Proof.
  intros Order Cover.
  (* the length of the part of interval q that lies below t *)
  set (part := fun t q => Rmax 0 (Rmin (t - a q) (c q - a q))).
  assert (Nonneg : forall t q, 0 <= part t q) by (intros; apply Rmax_l).
  assert (Grow : forall t t' q, t <= t' -> part t q <= part t' q).
  { intros t t' q L. unfold part, Rmax, Rmin. repeat destruct Rle_dec; lra. }
  assert (Slope : forall t t' q, a q <= t -> t <= t' -> t' <= c q -> part t' q - part t q = t' - t).
  { intros t t' q L1 L2 L3. unfold part, Rmax, Rmin. repeat destruct Rle_dec; lra. }
  set (good := fun t => 1 <= t <= 2 /\ exists K, t - 1 <= sum (part t) K).
  assert (G1 : good 1).
  { split; [lra|]. exists 0%nat. simpl. lra. }
  destruct (completeness good) as (T & Bound & Least).
  { exists 2. intros t [Ht _]. lra. }
  { now exists 1. }
  assert (T1 : 1 <= T) by (now apply Bound).
  assert (T2 : T <= 2) by (apply Least; intros t [Ht _]; lra).
  destruct (Cover T (conj T1 T2)) as (q & Lq & Hq).
  assert (Near : exists t, good t /\ a q < t).
  { apply NNPP. intros N. assert (T <= a q); [|lra]. apply Least. intros t Gt.
    destruct (Rle_dec t (a q)) as [|F]; [assumption|]. contradiction N. exists t. split; [exact Gt | lra]. }
  destruct Near as (t & [Ht (K & HK)] & At). assert (tT : t <= T) by (apply Bound; split; [exact Ht | now exists K]).
  assert (Further : forall t', t <= t' <= c q -> t' <= 2 -> good t').
  { intros t' L' L2. split; [lra|]. exists (Nat.max K (S q)).
    pose proof (sum_more (part t) K (Nat.max K (S q)) (Nonneg t) ltac:(lia)).
    pose proof (sum_grows (part t) (part t') (Nat.max K (S q)) q) as G.
    rewrite (Slope t t' q) in G by lra. specialize (G ltac:(intros; apply Grow; lra) ltac:(lia)). lra. }
  assert (G2 : good 2).
  { destruct (Rle_dec 2 (c q)) as [L | L]; [apply Further; lra|].
    assert ((T + c q) / 2 <= T); [|lra]. apply Bound, Further; lra. }
  destruct G2 as [_ (M & HM)]. exists M. apply Rle_trans with (sum (part 2) M); [lra|].
  apply sum_le. intros p _. specialize (Order p). unfold part, Rmax, Rmin. repeat destruct Rle_dec; lra.
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
