(** Gates whose weights are integers in the cone of an order: their inner products, and the blocks on which restricted
    bottom gates are constant. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks boolean blocks sign_rank networks_facts boolean_facts.
From Marginalia.formal Require Import blocks_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** One term: an integer times a sign is 2 t - n, where n is the integer's magnitude and t is 0 or n. *)
Lemma signed_integer a b :
  is_integer a -> exists n t : nat, INR n = Rabs a /\ (t <= n)%nat /\ a * sign b = 2 * INR t - INR n.
Proof.
  intros [z ->]. rewrite <- abs_IZR, <- (Z2Nat.id (Z.abs z)), <- INR_IZR_INZ by lia.
  set (n := Z.to_nat (Z.abs z)).
  assert (value : IZR z = INR n \/ IZR z = - INR n).
  { unfold n. rewrite INR_IZR_INZ, Z2Nat.id by lia.
    destruct (Z.abs_spec z) as [[_ ->]|[_ ->]]; [left; reflexivity | right; rewrite opp_IZR; ring]. }
  exists n. destruct value as [value|value], b; simpl sign; rewrite value;
    solve [exists n; split; [reflexivity | split; [lia | ring]]
      | exists 0%nat; split; [reflexivity | split; [lia | simpl; ring]]].
Qed.

Lemma integer_magnitudes a : Forall is_integer a -> exists N : nat, INR N = total (map Rabs a).
Proof.
  induction 1 as [|c a integer _ [N size]]; [exists 0%nat; reflexivity|].
  destruct (signed_integer c true integer) as [n [t [magnitude _]]].
  exists (n + N)%nat. rewrite plus_INR, magnitude, size. reflexivity.
Qed.

Lemma inner_products a N x :
  Forall is_integer a -> INR N = total (map Rabs a) -> length x = length a ->
  exists t, (t <= N)%nat /\ dot a (signs x) = 2 * INR t - INR N.
Proof.
  intros integers. revert N x. induction integers as [|c a integer integers IH]; intros N x size same.
  - exists 0%nat. simpl in *. split; [lia | rewrite size; ring].
  - destruct x as [|b x]; [discriminate|]. injection same as same.
    destruct (signed_integer c b integer) as [n [t [magnitude [few value]]]].
    destruct (integer_magnitudes a integers) as [L rest].
    destruct (IH L x rest same) as [s [few_s value_s]].
    assert (N = n + L)%nat as -> by (apply INR_eq; rewrite plus_INR, magnitude, rest, size; reflexivity).
    exists (t + s)%nat. split; [lia|].
    change (c * sign b + dot a (signs x) = 2 * INR (t + s) - INR (n + L)). rewrite value, value_s, !plus_INR. ring.
Qed.

Lemma within_integers W a : Forall (integer_within W) a -> Forall is_integer a.
Proof. apply Forall_impl. now intros t []. Qed.

Lemma magnitude_bounded W a N :
  Forall (integer_within W) a -> INR N = total (map Rabs a) -> (N <= length a * W)%nat.
Proof.
  intros within size. apply INR_le. rewrite size, mult_INR. clear size.
  induction within as [|c a [_ small] _ IH]; [simpl; lra|].
  cbn [map total fold_right length]. fold (total (map Rabs a)). rewrite S_INR. lra.
Qed.

Lemma length_vertex m r : (r < 2 ^ m)%nat -> length (vertex m r) = m.
Proof.
  intros inside. unfold vertex. rewrite length_signs. now apply length_nth_cube.
Qed.

(** Positions in the order of a cone, grouped by their inner products. *)
Lemma value_groups m W order a :
  is_order (2 ^ m) order -> length a = m -> in_cone m order a -> Forall (integer_within W) a ->
  exists group,
    contiguous (2 ^ m) (m * W + 1) group /\
    forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> group r = group s ->
      dot a (vertex m (order r)) = dot a (vertex m (order s)).
Proof.
  intros [inside _] size cone within.
  pose proof (within_integers W a within) as integers.
  destruct (integer_magnitudes a integers) as [N sum].
  pose proof (magnitude_bounded W a N within sum) as bounded. rewrite size in bounded.
  destruct (finite_choice (2 ^ m)
    (fun r t => (t <= N)%nat /\ dot a (vertex m (order r)) = 2 * INR t - INR N)) as [group value].
  - exact 0%nat.
  - intros r small. apply (inner_products a N (nth (order r) (cube m) [])); try assumption.
    rewrite size. apply in_cube, nth_In. rewrite length_cube. now apply inside.
  - exists group. split; [split|].
    + intros r small. destruct (value r small). lia.
    + intros r s places. apply INR_le.
      pose proof (steps_rise (2 ^ m) (fun r => dot a (vertex m (order r))) cone r s places) as rises. simpl in rises.
      destruct (value r ltac:(lia)) as [_ at_r], (value s ltac:(lia)) as [_ at_s]. lra.
    + intros r s in_r in_s same. destruct (value r in_r) as [_ ->], (value s in_s) as [_ ->]. now rewrite same.
Qed.

Lemma gate_blocks m W rows columns g a b :
  is_order (2 ^ m) rows -> is_order (2 ^ m) columns -> Forall (integer_within W) (weights g) ->
  weights g = a ++ b -> length a = m -> length b = m -> in_cone m rows a -> in_cone m columns b ->
  exists row_groups column_groups,
    contiguous (2 ^ m) (m * W + 1) row_groups /\ contiguous (2 ^ m) (m * W + 1) column_groups /\
    (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> row_groups r = row_groups s ->
      dot a (vertex m (rows r)) = dot a (vertex m (rows s))) /\
    (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> column_groups r = column_groups s ->
      dot b (vertex m (columns r)) = dot b (vertex m (columns s))) /\
    constant_on_blocks (2 ^ m) (fun r s => gate_value g (vertex m (rows r) ++ vertex m (columns s)))
      row_groups column_groups.
Proof.
  intros ordered_rows ordered_columns within parts size_a size_b cone_a cone_b.
  rewrite parts in within. apply Forall_app in within as [within_a within_b].
  destruct (value_groups m W rows a) as [r [few_rows same_rows]]; try assumption.
  destruct (value_groups m W columns b) as [c [few_columns same_columns]]; try assumption.
  exists r, c. do 4 (split; [assumption|]).
  intros x y u v in_x in_y in_u in_v same_row same_column.
  unfold gate_value. rewrite parts.
  rewrite !dot_app by (rewrite length_vertex; [exact size_a | now apply ordered_rows]).
  now rewrite (same_rows x u), (same_columns y v).
Qed.

(** The inputs of all gates of a restricted bottom layer are the same on every block of one partition, *)
Lemma bottom_blocks m W rows columns bottom :
  restricted_along m W rows columns bottom ->
  exists row_groups column_groups,
    contiguous (2 ^ m) (length bottom * (m * W) + 1) row_groups /\
    contiguous (2 ^ m) (length bottom * (m * W) + 1) column_groups /\
    forall x y u v, (x < 2 ^ m)%nat -> (y < 2 ^ m)%nat -> (u < 2 ^ m)%nat -> (v < 2 ^ m)%nat ->
      row_groups x = row_groups u -> column_groups y = column_groups v ->
      affine bottom (vertex m (rows x) ++ vertex m (columns y)) =
        affine bottom (vertex m (rows u) ++ vertex m (columns v)).
Proof.
  intros [ordered_rows [ordered_columns gates]]. rewrite Forall_forall in gates.
  pose (value i r s := gate_value (nth i bottom (Gate [] 0)) (vertex m (rows r) ++ vertex m (columns s))).
  destruct (common_blocks (2 ^ m) (length bottom) (m * W) value) as [r [c [few_rows [few_columns constant]]]].
  - intros i small.
    destruct (gates (nth i bottom (Gate [] 0)) (nth_In _ _ small))
      as [within [a [b [parts [la [lb [cone_a cone_b]]]]]]].
    destruct (gate_blocks m W rows columns _ a b ordered_rows ordered_columns within parts la lb cone_a cone_b)
      as [r [c [few_rows [few_columns [_ [_ constant]]]]]].
    rewrite Nat.add_1_r in few_rows, few_columns.
    exists r, c. split; [exact few_rows | split; [exact few_columns | exact constant]].
  - exists r, c. split; [exact few_rows | split; [exact few_columns|]].
    intros x y u v in_x in_y in_u in_v same_row same_column.
    apply map_ext_in. intros g found. destruct (In_nth bottom g (Gate [] 0) found) as [i [small <-]].
    now apply (constant i small x y u v).
Qed.

(** A single gate with integer weights of magnitude at most W is always restricted: sort the vertices. *)
Lemma one_gate_restricted m W g :
  length (weights g) = (2 * m)%nat -> Forall (integer_within W) (weights g) -> restricted m W [g].
Proof.
  intros size within.
  destruct (sorted_order (2 ^ m) (fun r => dot (firstn m (weights g)) (vertex m r))) as [rows [ordered_rows cone_a]].
  destruct (sorted_order (2 ^ m) (fun r => dot (skipn m (weights g)) (vertex m r)))
    as [columns [ordered_columns cone_b]].
  exists rows, columns. split; [exact ordered_rows | split; [exact ordered_columns|]].
  constructor; [|constructor]. split; [exact within|].
  exists (firstn m (weights g)), (skipn m (weights g)).
  split; [symmetry; apply firstn_skipn|].
  split; [rewrite firstn_length; lia | split; [rewrite skipn_length; lia | split; assumption]].
Qed.
