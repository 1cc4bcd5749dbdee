(** Facts about contiguous partitions: the sum of the group numbers of several partitions separates what any of them
    separates, and makes no more groups than the cuts of all of them together. *)

From Coq Require Import Reals List Arith Lia Lra.
From Marginalia.formal Require Import blocks.
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
  enough (chosen : exists rows columns : nat -> nat -> nat, forall i, i < w ->
    contiguous N (S D) (rows i) /\ contiguous N (S D) (columns i) /\ constant_on_blocks N (A i) (rows i) (columns i)).
  - destruct chosen as [rows [columns chosen]].
    destruct (common_refinement N w D rows) as [few_rows same_rows]; [intros; apply chosen; assumption|].
    destruct (common_refinement N w D columns) as [few_columns same_columns]; [intros; apply chosen; assumption|].
    exists (group_sum rows w), (group_sum columns w). repeat split; try apply few_rows; try apply few_columns.
    intros i small x y u v insidex insidey insideu insidev same_row same_column.
    apply (proj2 (proj2 (chosen i small))); auto.
  - clear - each. induction w as [|w IH].
    + exists (fun _ _ => 0), (fun _ _ => 0). intros i small. lia.
    + destruct IH as [rows [columns chosen]]; [intros; apply each; lia|].
      destruct (each w ltac:(lia)) as [r [c last]].
      exists (fun i => if i =? w then r else rows i), (fun i => if i =? w then c else columns i).
      intros i small. destruct (Nat.eqb_spec i w) as [->|]; [exact last | apply chosen; lia].
Qed.

Lemma matrix_sum_constant N w A rows columns :
  (forall i, i < w -> constant_on_blocks N (A i) rows columns) ->
  constant_on_blocks N (matrix_sum A w) rows columns.
Proof.
  induction w as [|w IH]; intros each x y u v insidex insidey insideu insidev same_row same_column; simpl; [reflexivity|].
  f_equal.
  - apply IH; try assumption. intros i small. apply each. lia.
  - apply each; try assumption. lia.
Qed.
