(** Facts about contiguous partitions: the sum of the group numbers of several partitions separates what any of them
    separates, and makes no more groups than the cuts of all of them together. *)

From Coq Require Import Reals List Lia Lra Mergesort Orders Sorted Permutation.
From Marginalia.formal Require Import blocks lists_facts.
Open Scope nat_scope.

(** group 0 x + ... + group (w - 1) x. *)
Fixpoint group_sum (group : nat -> nat -> nat) (w x : nat) : nat :=
  match w with
  | O => 0
  | S w' => group_sum group w' x + group w' x
  end.

Lemma group_sum_rises group w x y :
  (forall i, i < w -> group i x <= group i y) -> group_sum group w x <= group_sum group w y.
Proof.
  induction w as [|w IH]; intros rises; simpl; [lia|].
  specialize (IH (fun i small => rises i (Nat.lt_lt_succ_r _ _ small))).
  specialize (rises w ltac:(lia)). lia.
Qed.

Lemma group_sum_separates group w x y :
  (forall i, i < w -> group i x <= group i y) -> group_sum group w x = group_sum group w y ->
  forall i, i < w -> group i x = group i y.
Proof.
  induction w as [|w IH]; intros rises same i small; simpl in same; [lia|].
  assert (below : forall i, i < w -> group i x <= group i y) by (intros; apply rises; lia).
  pose proof (group_sum_rises group w x y below).
  pose proof (rises w ltac:(lia)).
  destruct (Nat.eq_dec i w) as [->|]; [lia|].
  apply IH; [exact below | lia | lia].
Qed.

Lemma group_sum_bounded group w D x :
  (forall i, i < w -> group i x <= D) -> group_sum group w x <= w * D.
Proof.
  induction w as [|w IH]; intros bounded; simpl; [lia|].
  specialize (IH (fun i small => bounded i (Nat.lt_lt_succ_r _ _ small))).
  specialize (bounded w ltac:(lia)). lia.
Qed.

(** One contiguous partition, into at most w D + 1 groups, that refines w of them with at most D + 1 groups each. *)
Lemma common_refinement N w D group :
  (forall i, i < w -> contiguous N (S D) (group i)) ->
  contiguous N (w * D + 1) (group_sum group w) /\
  forall i x y, i < w -> x < N -> y < N -> group_sum group w x = group_sum group w y -> group i x = group i y.
Proof.
  intros each.
  assert (rises : forall x y, x <= y < N -> forall i, i < w -> group i x <= group i y)
    by (intros x y order i small; exact (proj2 (each i small) x y order)).
  split; [split|].
  - intros x inside.
    enough (group_sum group w x <= w * D) by lia.
    apply group_sum_bounded. intros i small.
    pose proof (proj1 (each i small) x inside). lia.
  - intros x y order. apply group_sum_rises. exact (rises x y order).
  - intros i x y small insidex insidey same.
    destruct (Nat.le_gt_cases x y) as [order|order].
    + exact (group_sum_separates group w x y (rises x y ltac:(lia)) same i small).
    + symmetry. exact (group_sum_separates group w y x (rises y x ltac:(lia)) (eq_sym same) i small).
Qed.

(** Every position in a group of its own. *)
Lemma singletons N A : block_constant N N A.
Proof.
  exists (fun x => x), (fun x => x). unfold contiguous, constant_on_blocks.
  repeat split; try lia.
  intros x y u v _ _ _ _ -> ->. reflexivity.
Qed.

Lemma block_constant_weaken N D E A : D <= E -> block_constant N D A -> block_constant N E A.
Proof.
  intros more [rows [columns [[few_rows order_rows] [[few_columns order_columns] constant]]]].
  exists rows, columns. repeat split; try assumption.
  - intros x inside. specialize (few_rows x inside). lia.
  - intros x inside. specialize (few_columns x inside). lia.
Qed.

(** Partitions of the rows and the columns that serve w matrices at once. *)
Lemma common_blocks N w D A :
  (forall i, i < w -> block_constant N (S D) (A i)) ->
  exists rows columns,
    contiguous N (w * D + 1) rows /\ contiguous N (w * D + 1) columns /\
    forall i, i < w -> constant_on_blocks N (A i) rows columns.
Proof.
  intros each.
  destruct (finite_choice w (fun i (rc : (nat -> nat) * (nat -> nat)) =>
    contiguous N (S D) (fst rc) /\ contiguous N (S D) (snd rc) /\ constant_on_blocks N (A i) (fst rc) (snd rc)))
    as [rc chosen].
  - exact ((fun x => x), (fun x => x)).
  - intros i small. destruct (each i small) as [r [c blocks]]. exists (r, c). exact blocks.
  - destruct (common_refinement N w D (fun i => fst (rc i))) as [few_rows same_rows]; [intros; now apply chosen|].
    destruct (common_refinement N w D (fun i => snd (rc i))) as [few_columns same_columns];
      [intros; now apply chosen|].
    eexists _, _. split; [exact few_rows | split; [exact few_columns |]].
    intros i small x y u v insidex insidey insideu insidev same_row same_column.
    apply (proj2 (proj2 (chosen i small))); auto.
Qed.

Lemma matrix_sum_constant N w A rows columns :
  (forall i, i < w -> constant_on_blocks N (A i) rows columns) ->
  constant_on_blocks N (matrix_sum A w) rows columns.
Proof.
  induction w as [|w IH]; intros each x y u v insidex insidey insideu insidev same_row same_column; simpl;
    [reflexivity|].
  f_equal.
  - apply IH; try assumption. intros i small. apply each. lia.
  - apply each; try assumption. lia.
Qed.

(** Numbers with keys, sorted by their keys. *)
Module Keys <: TotalLeBool.
  Definition t := (R * nat)%type.
  Definition leb (a b : t) : bool := if Rle_dec (fst a) (fst b) then true else false.
  Lemma leb_total a b : leb a b = true \/ leb b a = true.
  Proof. unfold leb. destruct (Rle_dec (fst a) (fst b)), (Rle_dec (fst b) (fst a)); auto. exfalso. lra. Qed.
End Keys.
Module KeySort := Sort Keys.

Lemma sorted_nth (l : list Keys.t) default r :
  Sorted (fun a b => is_true (Keys.leb a b)) l -> S r < length l ->
  (fst (nth r l default) <= fst (nth (S r) l default))%R.
Proof.
  intros sorted. revert r. induction sorted as [|a l sorted IH first]; intros r inside; simpl in inside; [lia|].
  destruct r as [|r].
  - destruct first as [|b l first]; simpl in *; [lia|].
    unfold Keys.leb, is_true in first. now destruct (Rle_dec (fst a) (fst b)).
  - apply IH. lia.
Qed.

(** Any N numbers can be put in increasing order. *)
Lemma sorted_order (N : nat) (f : nat -> R) :
  exists order, is_order N order /\ forall r, S r < N -> (f (order r) <= f (order (S r)))%R.
Proof.
  pose (keys := map (fun i => (f i, i)) (seq 0 N)). pose (sorted := KeySort.sort keys).
  assert (permuted : Permutation keys sorted) by apply KeySort.Permuted_sort.
  assert (numbers : Permutation (seq 0 N) (map snd sorted)).
  { replace (seq 0 N) with (map snd keys); [now apply Permutation_map|].
    unfold keys. rewrite map_map. apply map_id. }
  assert (long : length sorted = N).
  { rewrite <- (Permutation_length permuted). unfold keys. now rewrite map_length, seq_length. }
  assert (keyed : forall r, r < N -> fst (nth r sorted (0%R, 0)) = f (snd (nth r sorted (0%R, 0)))).
  { intros r inside.
    assert (In (nth r sorted (0%R, 0)) keys) as found
      by (apply (Permutation_in _ (Permutation_sym permuted)), nth_In; lia).
    apply in_map_iff in found as [i [<- _]]. reflexivity. }
  exists (fun r => snd (nth r sorted (0%R, 0))). split; [split|].
  - intros r inside. rewrite <- (map_nth snd). cbn [snd].
    enough (In (nth r (map snd sorted) 0) (seq 0 N)) as found by (apply in_seq in found; lia).
    apply (Permutation_in _ (Permutation_sym numbers)), nth_In. rewrite map_length. lia.
  - intros r s insider insides. rewrite <- !(map_nth snd). cbn [snd].
    apply NoDup_nth; rewrite ?map_length; try lia.
    apply (Permutation_NoDup numbers), seq_NoDup.
  - intros r inside. rewrite <- !keyed by lia.
    apply sorted_nth; [|rewrite <- long in inside; exact inside].
    apply Sorted_LocallySorted_iff, KeySort.LocallySorted_sort.
Qed.

Lemma distinct_values {T : Type} n (f : nat -> T) :
  (forall i j, i < n -> j < n -> f i = f j -> i = j) -> NoDup (map f (seq 0 n)).
Proof.
  intros different. apply (NoDup_nth _ (f 0)). rewrite map_length, seq_length.
  intros i j small_i small_j. rewrite !map_nth, !seq_nth by lia. simpl. now apply different.
Qed.

(** An order reaches every place. *)
Lemma order_reaches N order x : is_order N order -> x < N -> exists r, r < N /\ order r = x.
Proof.
  intros [within different] inside.
  assert (In x (map order (seq 0 N))) as found.
  { apply (NoDup_length_incl (l' := seq 0 N)).
    - now apply distinct_values.
    - now rewrite map_length.
    - intros y iny. apply in_map_iff in iny as [i [<- ini]]. apply in_seq in ini. apply in_seq.
      specialize (within i). lia.
    - apply in_seq. lia. }
  apply in_map_iff in found as [r [<- inr]]. exists r. apply in_seq in inr. split; [lia | reflexivity].
Qed.

(** A sequence of real numbers that never falls by one step never falls. *)
Lemma steps_rise N (f : nat -> R) :
  (forall r, S r < N -> (f r <= f (S r))%R) -> forall x y, x <= y < N -> (f x <= f y)%R.
Proof.
  intros steps x y [order inside]. induction order as [|y order IH]; [lra|].
  apply (Rle_trans _ (f y)); [apply IH; lia | apply steps; lia].
Qed.

(** n values that differ, all below D. *)
Lemma pigeonhole n D (f : nat -> nat) :
  (forall i, i < n -> f i < D) -> (forall i j, i < n -> j < n -> f i = f j -> i = j) -> n <= D.
Proof.
  intros within different.
  rewrite <- (seq_length n 0), <- (seq_length D 0), <- (map_length f (seq 0 n)).
  apply NoDup_incl_length.
  - now apply distinct_values.
  - intros y iny. apply in_map_iff in iny as [i [<- ini]]. apply in_seq in ini. apply in_seq.
    specialize (within i). lia.
Qed.
