(** Lemma 2.E.1 of Mukherjee 2020 and the steps of its proof: the matrices of circuits of ReLU gates with restricted
    bottom weights are constant on few blocks, in one ordering for all circuits that differ in the output gate alone. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors networks boolean boolean_facts blocks blocks_facts sign_rank lists_facts.
From Marginalia.formal Require Import vectors_facts sign_rank_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Values of inner products *)

(** The string of m bits of which the first s are true. *)
Definition first_true (m s : nat) : bits := repeat true s ++ repeat false (m - s).

Lemma length_first_true m s : (s <= m)%nat -> length (first_true m s) = m.
Proof. intros small. unfold first_true. rewrite app_length, !repeat_length. lia. Qed.

Lemma ones_first_true m s : ones (first_true m s) = s.
Proof.
  unfold ones, first_true. rewrite count_occ_app.
  rewrite (count_occ_repeat_eq bool_dec s eq_refl), count_occ_repeat_neq by discriminate. lia.
Qed.

(** An integer vector with entries of magnitude at most W has at most 2 m W inner products with the vertices. *)
Theorem lemma_2_e_1_base_values_printed :
  forall (m W : nat) (a : point),
    (1 <= m)%nat -> (1 <= W)%nat -> length a = m -> Forall (integer_within W) a ->
    exists values : list R,
      (length values <= 2 * (m * W))%nat /\ forall x : bits, length x = m -> In (dot a (signs x)) values.
Proof.
  intros m W a some wide size within.
  pose proof (within_integers W a within) as integers.
  destruct (integer_magnitudes a integers) as [N sum].
  pose proof (magnitude_bounded W a N within sum) as bounded. rewrite size in bounded.
  exists (map (fun t => 2 * INR t - INR N) (seq 0 (S N))). split.
  - rewrite map_length, seq_length. nia.
  - intros x same. destruct (inner_products a N x integers sum) as [t [few ->]]; [congruence|].
    apply in_map_iff. exists t. split; [reflexivity | apply in_seq; lia].
Qed.

(** They lie among -N, -N + 2, ..., N, where N is the sum of the magnitudes of the entries; and m + 1 different values
    are taken where all entries are 1. *)
Theorem lemma_2_e_1_base_values_sharpened :
  (forall (m N : nat) (a : point),
    (1 <= m)%nat -> length a = m -> Forall is_integer a -> INR N = total (map Rabs a) ->
    forall x : bits, length x = m -> exists t, (t <= N)%nat /\ dot a (signs x) = 2 * INR t - INR N) /\
  (forall (m : nat) (values : list R),
    (1 <= m)%nat -> (forall x : bits, length x = m -> In (dot (repeat 1 m) (signs x)) values) ->
    (m + 1 <= length values)%nat).
Proof.
  split.
  - intros m N a _ size integers sum x same. apply inner_products; congruence.
  - intros m values _ all.
    replace (m + 1)%nat with (length (map (fun s => 2 * INR s - INR m) (seq 0 (S m)))).
    + apply NoDup_incl_length.
      * apply distinct_values. intros i j _ _ same. apply INR_eq. lra.
      * intros v found. apply in_map_iff in found as [s [<- place]]. apply in_seq in place.
        specialize (all (first_true m s) (length_first_true m s ltac:(lia))).
        rewrite <- (length_first_true m s) in all at 1 by lia.
        now rewrite dot_ones, total_signs, ones_first_true, length_first_true in all by (lia || apply length_signs).
    + rewrite map_length, seq_length. lia.
Qed.

(** ** The numbers of groups *)

(** The recursion that Claim 5 gives, layer by layer, ends with at most 2 w_1 ... w_k m W groups. *)
Theorem lemma_2_e_1_induction_printed :
  forall (k m W : nat) (w D : nat -> nat),
    (1 <= k)%nat -> (1 <= m)%nat -> (1 <= W)%nat -> (forall l, (1 <= l <= k)%nat -> (1 <= w l)%nat) ->
    D 1%nat = (m * W + 1)%nat -> (forall l, (1 <= l <= k)%nat -> D (S l) = (w l * (D l - 1) + 1)%nat) ->
    (D (S k) <= 2 * list_product (map w (seq 1 k)) * (m * W))%nat.
Proof.
  intros k m W w D _ some wide positive first next.
  enough (D (S k) = (list_product (map w (seq 1 k)) * (m * W) + 1)%nat /\ (1 <= list_product (map w (seq 1 k)))%nat) by
    nia.
  induction k as [|k IH].
  - rewrite first. simpl. lia.
  - destruct IH as [here least]; [intros; apply positive; lia | intros; apply next; lia|].
    rewrite seq_S, map_app. unfold list_product in *. rewrite fold_right_app. simpl fold_right at 1 3.
    specialize (positive (S k) ltac:(lia)).
    assert (split : forall l c, fold_right Nat.mul c l = (fold_right Nat.mul 1%nat l * c)%nat)
      by (induction l as [|x l IH]; intros c; simpl; [lia | rewrite IH; lia]).
    rewrite split, next, here by lia. split; nia.
Qed.

(** For all integers m, W, w 1, ..., w k and D 1, ..., D (k + 1), zero and negative ones too: the recursion that Claim 5
    gives, D 1 = m W + 1 and D (l + 1) = w l (D l - 1) + 1, ends with exactly 1 + w 1 ... w k m W groups. *)
Theorem lemma_2_e_1_induction_sharpened :
  forall (k : nat) (m W : Z) (w D : nat -> Z),
    D 1%nat = (m * W + 1)%Z -> (forall l, (1 <= l <= k)%nat -> D (S l) = (w l * (D l - 1) + 1)%Z) ->
    D (S k) = (1 + fold_right Z.mul 1 (map w (seq 1 k)) * (m * W))%Z.
Proof.
  intros k m W w D first next. induction k as [|k IH].
  - rewrite first. cbn [seq map fold_right]. ring.
  - rewrite seq_S, map_app, fold_right_app. cbn [fold_right map].
    assert (split : forall l c, fold_right Z.mul c l = (fold_right Z.mul 1 l * c)%Z)
      by (induction l as [|x l IHl]; intros c; cbn [fold_right]; [ring | rewrite IHl; ring]).
    rewrite split, next, IH by (try (intros; apply next); lia). simpl Nat.add. ring.
Qed.

(** ** One partition for a whole family *)

(** phi, applied to every entry of b J + a 0 A 0 + ... + a (w - 1) A (w - 1), where J has all entries 1. *)
Definition combined (phi : R -> R) (w : nat) (A : nat -> matrix) (a : nat -> R) (b : R) : matrix :=
  fun x y => phi (b + matrix_sum (fun i x y => a i * A i x y) w x y).

(** Not only max(0, .): every function of the entries leaves the partition of Claim 5 as it is. *)
Theorem lemma_2_e_1_common_partition_sharpened :
  forall (w M D : nat) (A : nat -> matrix),
    (1 <= w)%nat -> (1 <= M)%nat -> (1 <= D)%nat -> (forall i, (i < w)%nat -> block_constant M D (A i)) ->
    exists rows columns,
      contiguous M (w * (D - 1) + 1) rows /\ contiguous M (w * (D - 1) + 1) columns /\
      forall (phi : R -> R) (a : nat -> R) (b : R), constant_on_blocks M (combined phi w A a b) rows columns.
Proof.
  intros w M D A _ _ some each. destruct D as [|D]; [lia|]. replace (S D - 1)%nat with D by lia.
  destruct (common_blocks M w D A each) as [rows [columns [few_rows [few_columns constant]]]].
  exists rows, columns. split; [exact few_rows | split; [exact few_columns|]].
  intros phi a b x y u v insidex insidey insideu insidev same_row same_column. unfold combined. do 2 f_equal.
  apply (matrix_sum_constant M w _ rows columns); try assumption.
  intros i small x' y' u' v' ? ? ? ? ? ?. f_equal. now apply constant.
Qed.

(** All matrices max(0, b J + a_1 A_1 + ... + a_w A_w), entry by entry, are constant on the blocks of one partition. *)
Theorem lemma_2_e_1_common_partition_printed :
  forall (w M D : nat) (A : nat -> matrix),
    (1 <= w)%nat -> (1 <= M)%nat -> (1 <= D)%nat -> (forall i, (i < w)%nat -> block_constant M D (A i)) ->
    exists rows columns,
      contiguous M (w * (D - 1) + 1) rows /\ contiguous M (w * (D - 1) + 1) columns /\
      forall (a : nat -> R) (b : R), constant_on_blocks M (combined relu w A a b) rows columns.
Proof.
  intros w M D A count size some each.
  destruct (lemma_2_e_1_common_partition_sharpened w M D A count size some each)
    as [rows [columns [few_rows [few_columns constant]]]].
  exists rows, columns. auto.
Qed.

(** ** The bottom gates *)

(** The inner products with all bottom gates' weights rise along the orders of the cones, and in these orders the
    outputs of each bottom gate are constant on the blocks of a partition into at most m W + 1 groups by these
    values. *)
Theorem lemma_2_e_1_base_order_sharpened :
  forall (m W : nat) (rows columns : nat -> nat) (bottom : layer),
    (1 <= m)%nat -> (1 <= W)%nat -> restricted_along m W rows columns bottom ->
    forall g, In g bottom -> exists a b,
      weights g = a ++ b /\ length a = m /\ length b = m /\
      (forall r s, (r <= s < 2 ^ m)%nat -> dot a (vertex m (rows r)) <= dot a (vertex m (rows s))) /\
      (forall r s, (r <= s < 2 ^ m)%nat -> dot b (vertex m (columns r)) <= dot b (vertex m (columns s))) /\
      exists row_groups column_groups,
        contiguous (2 ^ m) (m * W + 1) row_groups /\ contiguous (2 ^ m) (m * W + 1) column_groups /\
        (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> row_groups r = row_groups s ->
          dot a (vertex m (rows r)) = dot a (vertex m (rows s))) /\
        (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> column_groups r = column_groups s ->
          dot b (vertex m (columns r)) = dot b (vertex m (columns s))) /\
        constant_on_blocks (2 ^ m) (reordered (outputs m [] g) rows columns) row_groups column_groups.
Proof.
  intros m W rows columns bottom _ _ [ordered_rows [ordered_columns gates]] g found.
  rewrite Forall_forall in gates. destruct (gates g found) as [within [a [b [parts [la [lb [cone_a cone_b]]]]]]].
  exists a, b. do 3 (split; [assumption|]).
  split; [exact (steps_rise (2 ^ m) (fun r => dot a (vertex m (rows r))) cone_a)|].
  split; [exact (steps_rise (2 ^ m) (fun r => dot b (vertex m (columns r))) cone_b)|].
  destruct (gate_blocks m W rows columns g a b) as [r [c [few_rows [few_columns [same_rows [same_columns constant]]]]]];
    try assumption.
  exists r, c. do 4 (split; [assumption|]).
  intros x y u v in_x in_y in_u in_v same_row same_column.
  unfold reordered, outputs. simpl. f_equal. now apply (constant x y u v).
Qed.

Lemma contiguous_weaken N D E group : (D <= E)%nat -> contiguous N D group -> contiguous N E group.
Proof. intros more [few rises]. split; [|exact rises]. intros x inside. specialize (few x inside). lia. Qed.

(** The inner products with all bottom gates' weights rise along the orders of the cones, and in these orders the
    outputs of each bottom gate are constant on the blocks of a partition into at most 2 m W groups by these values. *)
Theorem lemma_2_e_1_base_order_printed :
  forall (m W : nat) (rows columns : nat -> nat) (bottom : layer),
    (1 <= m)%nat -> (1 <= W)%nat -> restricted_along m W rows columns bottom ->
    forall g, In g bottom -> exists a b,
      weights g = a ++ b /\ length a = m /\ length b = m /\
      (forall r s, (r <= s < 2 ^ m)%nat -> dot a (vertex m (rows r)) <= dot a (vertex m (rows s))) /\
      (forall r s, (r <= s < 2 ^ m)%nat -> dot b (vertex m (columns r)) <= dot b (vertex m (columns s))) /\
      exists row_groups column_groups,
        contiguous (2 ^ m) (2 * (m * W)) row_groups /\ contiguous (2 ^ m) (2 * (m * W)) column_groups /\
        (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> row_groups r = row_groups s ->
          dot a (vertex m (rows r)) = dot a (vertex m (rows s))) /\
        (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> column_groups r = column_groups s ->
          dot b (vertex m (columns r)) = dot b (vertex m (columns s))) /\
        constant_on_blocks (2 ^ m) (reordered (outputs m [] g) rows columns) row_groups column_groups.
Proof.
  intros m W rows columns bottom some wide along g found.
  destruct (lemma_2_e_1_base_order_sharpened m W rows columns bottom some wide along g found)
    as [a [b [parts [la [lb [rise_a [rise_b [r [c [few_rows [few_columns rest]]]]]]]]]]].
  assert (m * W + 1 <= 2 * (m * W))%nat by nia.
  exists a, b. do 5 (split; [assumption|]). exists r, c.
  split; [now apply (contiguous_weaken _ (m * W + 1))|].
  split; [now apply (contiguous_weaken _ (m * W + 1)) | exact rest].
Qed.

(** ** The circuits *)

(** so that this partition serves for all circuits that share it. *)
Lemma bottom_partition m W rows columns bottom :
  restricted_along m W rows columns bottom ->
  exists row_groups column_groups,
    contiguous (2 ^ m) (length bottom * (m * W) + 1) row_groups /\
    contiguous (2 ^ m) (length bottom * (m * W) + 1) column_groups /\
    forall layers last,
      constant_on_blocks (2 ^ m) (reordered (outputs m (bottom :: layers) last) rows columns) row_groups column_groups.
Proof.
  intros along. destruct (bottom_blocks m W rows columns bottom along) as [r [c [few_rows [few_columns same]]]].
  exists r, c. split; [exact few_rows | split; [exact few_columns|]].
  intros layers last x y u v in_x in_y in_u in_v same_row same_column.
  unfold reordered, outputs. cbn [activations]. now rewrite (same x y u v).
Qed.

Lemma product_at_least w : Forall (le 1) w -> (1 <= list_product w)%nat.
Proof. induction 1; simpl; [lia | nia]. Qed.

(** With the constant 2 for O: circuits with k = length w hidden layers, the widths w and restricted bottom weights,
    which share all layers but the last one, an output gate; in one ordering of the rows and of the columns. *)
Theorem lemma_2_e_1_printed :
  forall (m W : nat) (w : list nat) (layers : list layer) (I : Type) (last : I -> gate),
    (1 <= m)%nat -> (1 <= W)%nat -> w <> [] -> Forall (le 1) w ->
    map (@length gate) layers = w -> (forall i, fits (2 * m) layers [last i]) -> restricted m W (hd [] layers) ->
    exists rows columns,
      is_order (2 ^ m) rows /\ is_order (2 ^ m) columns /\
      forall i, block_constant (2 ^ m) (2 * list_product w * (m * W)) (reordered (outputs m layers (last i)) rows
        columns).
Proof.
  intros m W w layers I last some wide layered positive widths _ [rows [columns along]].
  destruct layers as [|bottom layers]; simpl in widths; [congruence|]. simpl hd in along.
  exists rows, columns. split; [apply along | split; [apply along|]]. intros i.
  destruct (bottom_partition m W rows columns bottom along) as [r [c [few_rows [few_columns constant]]]].
  apply (block_constant_weaken _ (length bottom * (m * W) + 1)).
  - subst w. inversion_clear positive as [|? ? first rest].
    pose proof (product_at_least _ rest). simpl list_product.
    assert (1 <= m * W)%nat by nia.
    assert (length bottom <= length bottom * list_product (map (@length gate) layers))%nat by nia.
    unfold list_product in *. nia.
  - exists r, c. auto.
Qed.

(** One bottom gate with all weights 1, and a bias with which max(0, .) changes nothing. *)
Definition counting (m : nat) : gate := Gate (repeat 1 (2 * m)) (INR (2 * m)).

Lemma counting_outputs m r s :
  (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat ->
  outputs m [[counting m]] (Gate [1] 0) r s =
    2 * INR (ones (nth r (cube m) [])) + 2 * INR (ones (nth s (cube m) [])).
Proof.
  intros in_r in_s.
  assert (value : gate_value (counting m) (vertex m r ++ vertex m s) =
    2 * INR (ones (nth r (cube m) [])) + 2 * INR (ones (nth s (cube m) []))).
  { assert (size : forall q, (q < 2 ^ m)%nat -> length (nth q (cube m) []) = m)
      by (intros q inside; apply in_cube, nth_In; now rewrite length_cube).
    set (x := nth r (cube m) []) in *. set (y := nth s (cube m) []) in *.
    assert (both : length (x ++ y) = (2 * m)%nat) by (unfold x, y; rewrite app_length, !size by assumption; lia).
    unfold gate_value, counting, vertex. cbn [weights bias].
    replace (signs (nth r (cube m) []) ++ signs (nth s (cube m) [])) with (signs (x ++ y)) by apply map_app.
    rewrite <- both, dot_ones, total_signs by apply length_signs. unfold ones. rewrite count_occ_app, plus_INR. ring. }
  unfold outputs. cbn [activations affine map]. unfold gate_value at 1. simpl dot. simpl bias. rewrite value.
  pose proof (pos_INR (ones (nth r (cube m) []))). pose proof (pos_INR (ones (nth s (cube m) []))).
  unfold relu. rewrite !Rmax_right; [ring | lra | rewrite Rmax_right; lra].
Qed.

(** w_1 m W + 1 groups do, in the orders of the cones and in one partition for all circuits over one bottom layer of w_1
    gates; and for w_1 = W = 1 so many are needed, in all orders, for every m. *)
Theorem lemma_2_e_1_sharpened :
  (forall (m W : nat) (rows columns : nat -> nat) (bottom : layer),
    (1 <= m)%nat -> (1 <= W)%nat -> restricted_along m W rows columns bottom ->
    exists row_groups column_groups,
      contiguous (2 ^ m) (length bottom * (m * W) + 1) row_groups /\
      contiguous (2 ^ m) (length bottom * (m * W) + 1) column_groups /\
      forall (layers : list layer) (last : gate), fits (2 * m) (bottom :: layers) [last] ->
        constant_on_blocks (2 ^ m) (reordered (outputs m (bottom :: layers) last) rows columns)
          row_groups column_groups) /\
  (forall m : nat,
    (1 <= m)%nat ->
    exists bottom last : gate,
      restricted m 1 [bottom] /\ fits (2 * m) [[bottom]] [last] /\
      forall (rows columns : nat -> nat) (D : nat),
        is_order (2 ^ m) rows -> is_order (2 ^ m) columns ->
        block_constant (2 ^ m) D (reordered (outputs m [[bottom]] last) rows columns) -> (m + 1 <= D)%nat).
Proof.
  split.
  - intros m W rows columns bottom _ _ along.
    destruct (bottom_partition m W rows columns bottom along) as [r [c [few_rows [few_columns constant]]]].
    exists r, c. auto.
  - intros m some. exists (counting m), (Gate [1] 0). split; [|split].
    + apply one_gate_restricted; simpl weights; [apply repeat_length|].
      apply Forall_forall. intros t found. apply repeat_spec in found as ->.
      split; [exists 1%Z; reflexivity | rewrite Rabs_R1; simpl; lra].
    + split; [|split; [discriminate|]]; constructor; try constructor. apply repeat_length.
    + intros rows columns D ordered_rows ordered_columns [row_groups [column_groups [[few _] [_ constant]]]].
      destruct (finite_choice (m + 1) (fun s r => (r < 2 ^ m)%nat /\ nth (rows r) (cube m) [] = first_true m s))
        as [place at_place].
      * exact 0%nat.
      * intros s small.
        assert (In (first_true m s) (cube m)) as found by (apply in_cube, length_first_true; lia).
        destruct (In_nth (cube m) (first_true m s) [] found) as [q [inside <-]]. rewrite length_cube in inside.
        destruct (order_reaches (2 ^ m) rows q ordered_rows inside) as [r [in_r <-]]. now exists r.
      * apply (pigeonhole (m + 1) D (fun s => row_groups (place s))).
        -- intros s small. apply few. now apply at_place.
        -- intros s t small_s small_t same.
           destruct (at_place s small_s) as [in_s vertex_s], (at_place t small_t) as [in_t vertex_t].
           assert (first : (0 < 2 ^ m)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
           pose proof (constant (place s) 0%nat (place t) 0%nat in_s first in_t first same eq_refl) as equal.
           unfold reordered in equal.
           rewrite !counting_outputs in equal by (try apply ordered_rows; try apply ordered_columns; assumption).
           rewrite vertex_s, vertex_t, !ones_first_true in equal. apply INR_eq. lra.
Qed.
