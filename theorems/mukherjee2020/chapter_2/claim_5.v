(** Claim 5 of Mukherjee 2020: the sum of w matrices, each constant on the blocks of a contiguous partition into D
    groups of rows and D of columns, is constant on the blocks of one into w (D - 1) + 1 groups; the exact number. *)

From Coq Require Import Reals Lia.
From Marginalia.formal Require Import blocks blocks_facts.
Open Scope nat_scope.

Lemma sum_reordered A w rows columns x y :
  reordered (matrix_sum A w) rows columns x y = matrix_sum (fun i => reordered (A i) rows columns) w x y.
Proof.
  unfold reordered. induction w as [|w IH]; simpl; [reflexivity|]. now rewrite IH.
Qed.

(** In one ordering of the rows and one of the columns, common to all w summands, at most w (D - 1) + 1 groups of each
    do for the sum. *)
Theorem claim_5_printed :
  forall (w M D : nat) (A : nat -> matrix) (rows columns : nat -> nat),
    1 <= w -> 1 <= M -> 1 <= D -> is_order M rows -> is_order M columns ->
    (forall i, i < w -> block_constant M D (reordered (A i) rows columns)) ->
    block_constant M (w * (D - 1) + 1) (reordered (matrix_sum A w) rows columns).
Proof.
  intros w M D A rows columns _ _ some _ _ each.
  destruct D as [|D]; [lia|]. replace (S D - 1) with D by lia.
  destruct (common_blocks M w D _ each) as [r [c [few_rows [few_columns constant]]]].
  exists r, c. split; [exact few_rows | split; [exact few_columns |]].
  pose proof (matrix_sum_constant M w _ r c constant) as sum.
  intros x y u v insidex insidey insideu insidev same_row same_column.
  rewrite !sum_reordered. now apply sum.
Qed.

(** How many of the N cuts after the first b ones lie before x. *)
Definition cuts_before (b N x : nat) : nat := Nat.min (x - b) N.

Lemma sum_of_cuts w N x y :
  matrix_sum (fun i x _ => INR (cuts_before (i * N) N x)) w x y = INR (Nat.min x (w * N)).
Proof.
  induction w as [|w IH]; simpl.
  - now rewrite Nat.min_0_r.
  - rewrite IH, <- plus_INR. f_equal. unfold cuts_before. lia.
Qed.

(** Numbers of groups that strictly rise up to the place n. *)
Lemma groups_rise M E group n :
  contiguous M E group -> n < M -> (forall x, x < n -> group x <> group (S x)) -> n < E.
Proof.
  intros [few rises] inside apart.
  enough (n <= group n) by (specialize (few n inside); lia).
  induction n as [|n IH]; [lia|].
  assert (n <= group n) by (apply IH; [lia | intros; apply apart; lia]).
  specialize (apart n ltac:(lia)). specialize (rises n (S n) ltac:(lia)). lia.
Qed.

(** The smaller one of M and w (D - 1) + 1 groups always do, and for all w, M, D some matrices need so many. *)
Theorem claim_5_sharpened :
  (forall (w M D : nat) (A : nat -> matrix) (rows columns : nat -> nat),
    1 <= w -> 1 <= M -> 1 <= D -> is_order M rows -> is_order M columns ->
    (forall i, i < w -> block_constant M D (reordered (A i) rows columns)) ->
    block_constant M (Nat.min M (w * (D - 1) + 1)) (reordered (matrix_sum A w) rows columns)) /\
  (forall w M D : nat,
    1 <= w -> 1 <= M -> 1 <= D ->
    exists A : nat -> matrix,
      (forall i, i < w -> block_constant M D (A i)) /\
      forall E, block_constant M E (matrix_sum A w) -> Nat.min M (w * (D - 1) + 1) <= E).
Proof.
  split.
  - intros w M D A rows columns some size few ordered_rows ordered_columns each.
    destruct (Nat.min_spec M (w * (D - 1) + 1)) as [[_ ->]|[_ ->]].
    + apply singletons.
    + now apply claim_5_printed.
  - intros w M D _ size some.
    exists (fun i x _ => INR (cuts_before (i * (D - 1)) (D - 1) x)). split.
    + intros i _. exists (cuts_before (i * (D - 1)) (D - 1)), (fun _ => 0).
      unfold contiguous, cuts_before. repeat split; try lia.
      intros x y u v _ _ _ _ same _. now rewrite same.
    + intros E [r [c [rows [_ constant]]]].
      enough (Nat.min M (w * (D - 1) + 1) - 1 < E) by lia.
      apply (groups_rise M E r); [exact rows | lia |].
      intros x small same.
      assert (equal := constant x 0 (S x) 0 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) same eq_refl).
      rewrite !sum_of_cuts in equal. apply INR_eq in equal. lia.
Qed.
