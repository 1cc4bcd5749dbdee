(** Lemma 2.A.4 of Mukherjee 2020: maxima and minima of ReLU networks, by a tournament, with the logarithm rounded up
    and with gates for padding. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks maximum_networks_facts.
Import ListNotations.
Open Scope R_scope.

(** r is the largest of v 1, ..., v m; the least of them; and K is the largest of the numbers k 1, ..., k m. *)
Definition is_maximum (m : nat) (v : nat -> R) (r : R) : Prop :=
  (forall i, (1 <= i <= m)%nat -> v i <= r) /\ exists i, (1 <= i <= m)%nat /\ v i = r.
Definition is_minimum (m : nat) (v : nat -> R) (r : R) : Prop :=
  (forall i, (1 <= i <= m)%nat -> r <= v i) /\ exists i, (1 <= i <= m)%nat /\ v i = r.
Definition is_largest_of (m : nat) (k : nat -> nat) (K : nat) : Prop :=
  (forall i, (1 <= i <= m)%nat -> (k i <= K)%nat) /\ exists i, (1 <= i <= m)%nat /\ k i = K.

(** g is the pointwise maximum, or minimum, of f 1, ..., f m on R^n. *)
Definition is_maximum_of (n m : nat) (f : nat -> point -> R) (g : point -> R) : Prop :=
  forall x, length x = n -> is_maximum m (fun i => f i x) (g x).
Definition is_minimum_of (n m : nat) (f : nat -> point -> R) (g : point -> R) : Prop :=
  forall x, length x = n -> is_minimum m (fun i => f i x) (g x).

(** The sum t 1 + ... + t m. *)
Definition sum_up_to (m : nat) (t : nat -> nat) : nat := list_sum (map t (seq 1 m)).

Lemma is_maximum_unique m v r s : is_maximum m v r -> is_maximum m v s -> r = s.
Proof. intros [Hr (i & Hi & Ei)] [Hs (j & Hj & Ej)]. specialize (Hr j Hj). specialize (Hs i Hi). lra. Qed.

(** Networks with k i >= 1 hidden layers, so of depth k i + 1, and of size s i compute f i on R^n, for i = 1, ..., m. *)
Definition family_computed (n m : nat) (f : nat -> point -> R) (k s : nat -> nat) : Prop :=
  forall i, (1 <= i <= m)%nat ->
    (1 <= k i)%nat /\ exists N, computes_number N n (f i) /\ depth N = (k i + 1)%nat /\ size N = s i.

Lemma maximum_sized n m f k s K g :
  (1 <= m)%nat -> family_computed n m f k s -> is_largest_of m k K -> is_maximum_of n m f g ->
  exists N, computes_number N n g /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat /\
    (size N <= sum_up_to m (fun i => s i + 2 * (K - k i)) + (m + 2 * 2 ^ Nat.log2_up m - 3))%nat.
Proof.
  intros Hm Hf [HK (i0 & Hi0 & Ei0)] Hg.
  assert (HK1 : (1 <= K)%nat) by (destruct (Hf i0 Hi0); lia).
  assert (Hlog : (m <= 2 ^ Nat.log2_up m)%nat).
  { destruct (Nat.eq_dec m 1) as [->|H1]; [simpl; lia|]. apply Nat.log2_up_spec. lia. }
  destruct (tournament n K (Nat.log2_up m) m 1 f (fun i => s i + 2 * (K - k i))%nat) as (N & h & HN & HD & Hs & Hh).
  - lia.
  - intros i Hi. destruct (Hf i ltac:(lia)) as (_ & N & HN & HkN & HsN). specialize (HK i ltac:(lia)).
    unfold depth in HkN. exists (padded n (K - k i) N). split; [apply computes_padded, HN|]. split.
    + rewrite layers_padded. lia.
    + rewrite size_padded. lia.
  - exists N. split; [split; [apply HN|]|].
    + intros x Hx. rewrite (proj2 HN x Hx). f_equal. apply (is_maximum_unique m (fun i => f i x)); [|exact (Hg x Hx)].
      destruct (Hh x Hx) as [H1 (i & Hi & Ei)]. split.
      * intros j Hj. apply H1. lia.
      * exists i. split; [lia|exact Ei].
    + unfold depth, sum_up_to. lia.
Qed.

(** ** Minima *)

Lemma minimum_sized n m f k s K h :
  (1 <= m)%nat -> family_computed n m f k s -> is_largest_of m k K -> is_minimum_of n m f h ->
  exists N, computes_number N n h /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat /\
    (size N <= sum_up_to m (fun i => s i + 2 * (K - k i)) + (m + 2 * 2 ^ Nat.log2_up m - 3))%nat.
Proof.
  intros Hm Hf HK Hh.
  destruct (maximum_sized n m (fun i x => - f i x) k s K (fun x => - h x)) as (N & HN & HD & Hs); try assumption.
  - intros i Hi. destruct (Hf i Hi) as (Hk & N & HN & HkN & HsN). split; [exact Hk|]. exists (negated n N).
    split; [exact (computes_negated n N (f i) HN)|]. unfold depth in *. rewrite layers_negated, size_negated. auto.
  - intros x Hx. destruct (Hh x Hx) as [H1 (i & Hi & Ei)]. split.
    + intros j Hj. specialize (H1 j Hj). lra.
    + exists i. split; [exact Hi|lra].
  - exists (negated n N). unfold depth in *. rewrite layers_negated, size_negated. split; [|auto].
    pose proof (computes_negated n N _ HN) as [H1 H2]. split; [exact H1|].
    intros x Hx. rewrite (H2 x Hx). f_equal. ring.
Qed.

Lemma sharp_gates m : (1 <= m)%nat -> (m + 2 * 2 ^ Nat.log2_up m - 3 <= 4 * (2 * m - 1))%nat.
Proof.
  intros Hm. destruct (Nat.eq_dec m 1) as [->|H1]; [simpl; lia|].
  destruct (Nat.log2_up_spec m ltac:(lia)) as [H _].
  pose proof (Nat.log2_up_pos m ltac:(lia)) as Hpos.
  replace (Nat.log2_up m) with (S (Nat.pred (Nat.log2_up m))) by lia.
  rewrite Nat.pow_succ_r'. lia.
Qed.

Lemma sizes_exist n m (f : nat -> point -> R) (k : nat -> nat) :
  (forall i, (1 <= i <= m)%nat ->
    (1 <= k i)%nat /\ exists N, computes_number N n (f i) /\ depth N = (k i + 1)%nat) ->
  exists s, family_computed n m f k s.
Proof.
  intros H. induction m as [|m IH]; [exists (fun _ => 0%nat); intros i Hi; lia|].
  destruct IH as [s Hs]; [intros i Hi; apply H; lia|].
  destruct (H (S m) ltac:(lia)) as (Hk & N & HN & HD).
  exists (fun i => if i =? S m then size N else s i). intros i Hi.
  destruct (Nat.eqb_spec i (S m)) as [->|Hne]; [|apply Hs; lia].
  split; [exact Hk|]. exists N. auto.
Qed.

(** ** The theorems *)

(** If networks of k 1, ..., k m hidden layers (so of depths k i + 1) compute f 1, ..., f m on R^n, then networks with
    at least one and at most K + ceil (log2 m) hidden layers, K the largest of the k i, compute their pointwise maximum
    and their pointwise minimum. *)
Theorem lemma_2_a_4_max_repaired :
  forall (n m K : nat) (f : nat -> point -> R) (k : nat -> nat) (g h : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat ->
    (forall i, (1 <= i <= m)%nat ->
      (1 <= k i)%nat /\ exists N, computes_number N n (f i) /\ depth N = (k i + 1)%nat) ->
    is_largest_of m k K -> is_maximum_of n m f g -> is_minimum_of n m f h ->
    (exists N, computes_number N n g /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat) /\
    (exists N, computes_number N n h /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat).
Proof.
  intros n m K f k g h _ Hm Hk HK Hg Hh. destruct (sizes_exist n m f k Hk) as [s Hf]. split.
  - destruct (maximum_sized n m f k s K g Hm Hf HK Hg) as (N & HN & HD & _). exists N. auto.
  - destruct (minimum_sized n m f k s K h Hm Hf HK Hh) as (N & HN & HD & _). exists N. auto.
Qed.

(** If networks of k 1, ..., k m hidden layers and sizes s 1, ..., s m compute f 1, ..., f m on R^n, and K is the
    largest of the k i, then networks with at most K + ceil (log2 m) hidden layers, the sizes of which are at most the
    sum of the s i + 2 (K - k i) and 4 (2 m - 1) more, compute their pointwise maximum and their pointwise minimum. *)
Theorem lemma_2_a_4_size_repaired :
  forall (n m K : nat) (f : nat -> point -> R) (k s : nat -> nat) (g h : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> family_computed n m f k s ->
    is_largest_of m k K -> is_maximum_of n m f g -> is_minimum_of n m f h ->
    (exists N, computes_number N n g /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat /\
      (size N <= sum_up_to m (fun i => s i + 2 * (K - k i)) + 4 * (2 * m - 1))%nat) /\
    (exists N, computes_number N n h /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat /\
      (size N <= sum_up_to m (fun i => s i + 2 * (K - k i)) + 4 * (2 * m - 1))%nat).
Proof.
  intros n m K f k s g h _ Hm Hf HK Hg Hh. pose proof (sharp_gates m Hm). split.
  - destruct (maximum_sized n m f k s K g Hm Hf HK Hg) as (N & HN & HD & Hs). exists N. split; [exact HN|lia].
  - destruct (minimum_sized n m f k s K h Hm Hf HK Hh) as (N & HN & HD & Hs). exists N. split; [exact HN|lia].
Qed.

(** If networks of k 1, ..., k m hidden layers and sizes s 1, ..., s m compute f 1, ..., f m, and K is the largest of
    the k i, then networks with at most K + ceil (log2 m) hidden layers, of sizes at most the sum of the s i + 2 (K - k
    i) and m + 2 * 2^ceil (log2 m) - 3 more, compute their pointwise maximum and their pointwise minimum. *)
Theorem lemma_2_a_4_size_sharpened :
  forall (n m K : nat) (f : nat -> point -> R) (k s : nat -> nat) (g h : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> family_computed n m f k s ->
    is_largest_of m k K -> is_maximum_of n m f g -> is_minimum_of n m f h ->
    (exists N, computes_number N n g /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat /\
      (size N <= sum_up_to m (fun i => s i + 2 * (K - k i)) + (m + 2 * 2 ^ Nat.log2_up m - 3))%nat) /\
    (exists N, computes_number N n h /\ (2 <= depth N <= K + Nat.log2_up m + 1)%nat /\
      (size N <= sum_up_to m (fun i => s i + 2 * (K - k i)) + (m + 2 * 2 ^ Nat.log2_up m - 3))%nat).
Proof.
  intros n m K f k s g h _ Hm Hf HK Hg Hh. split.
  - exact (maximum_sized n m f k s K g Hm Hf HK Hg).
  - exact (minimum_sized n m f k s K h Hm Hf HK Hh).
Qed.

(** The steps of the induction: the halves of m >= 2 are smaller, their sizes and four gates more fit the size for m,
    and halving takes one from the rounded logarithm. *)
Theorem lemma_2_a_4_recursion_printed :
  forall m : nat, (2 <= m)%nat ->
    (1 <= m / 2)%nat /\ (m / 2 <= (m + 1) / 2)%nat /\ ((m + 1) / 2 < m)%nat /\
    (4 * (2 * (m / 2) - 1) + 4 * (2 * ((m + 1) / 2) - 1) = 4 * (2 * m - 2))%nat /\
    (4 * (2 * m - 2) + 4 <= 4 * (2 * m - 1))%nat /\
    (Nat.log2_up ((m + 1) / 2) + 1 = Nat.log2_up m)%nat.
Proof.
  intros m Hm. destruct (Nat.Even_or_Odd m) as [[q ->]|[q ->]].
  - assert (H1 : (2 * q / 2 = q)%nat) by (rewrite Nat.mul_comm; apply Nat.div_mul; lia).
    assert (H2 : ((2 * q + 1) / 2 = q)%nat) by (symmetry; apply (Nat.div_unique _ _ _ 1); lia).
    rewrite H1, H2, Nat.log2_up_double by lia. lia.
  - assert (H1 : ((2 * q + 1) / 2 = q)%nat) by (symmetry; apply (Nat.div_unique _ _ _ 1); lia).
    assert (H2 : ((2 * q + 1 + 1) / 2 = q + 1)%nat) by (symmetry; apply (Nat.div_unique _ _ _ 0); lia).
    rewrite H1, H2. repeat (split; [lia|]).
    rewrite Nat.add_1_r, <- Nat.log2_up_double by lia. replace (2 * (q + 1))%nat with (S (2 * q + 1)) by lia.
    destruct (Nat.log2_up_succ_or (2 * q + 1)) as [E|E]; [exfalso|exact E].
    apply Nat.log2_up_eq_succ_iff_pow2 in E; [|lia]. destruct E as [[|b] E]; simpl in E; lia.
Qed.
