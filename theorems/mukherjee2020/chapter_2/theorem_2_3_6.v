(** Theorem 2.3.6 of Mukherjee 2020 and the steps of its proof: how far affine functions are from one triangle of the
    wave s_q, functions with few pieces from the whole wave, and small networks of few layers from it and from its
    multiples, in the mean over [0, 1]. All these integrals exist: triangle_distance_integrable and
    wave_distance_integrable. *)

From Coq Require Import Reals List Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors networks networks_facts sawtooth sawtooth_facts piecewise piecewise_facts.
From Marginalia.formal Require Import triangles triangles_facts vectors_facts means_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6 theorem_2_3_2.
Import ListNotations.
Open Scope R_scope.

(** Among all lines, with values y1 and y2 at the ends of the base of the first triangle of s_q, the constant 1/2 is
    nearest to it in the mean: the distance is never below 1/(2 q), which is that of the constant. *)
Theorem theorem_2_3_6_best_fit_printed :
  forall (q : nat) (s : R -> R), (2 <= q)%nat -> is_wave q s ->
    (forall y1 y2, 1 / (2 * INR q) <= distance s (line_through 0 y1 (2 / INR q) y2) 0 (2 / INR q)) /\
    distance s (line_through 0 (1 / 2) (2 / INR q) (1 / 2)) 0 (2 / INR q) = 1 / (2 * INR q).
Proof.
  intros q s some wave. destruct (first_triangle q s wave some) as [shape ->].
  assert (0 < INR q) by (apply lt_0_INR; lia).
  set (h := 1 / INR q) in *. assert (0 < h) by apply shape.
  replace (1 / (2 * INR q)) with (h / 2) by (unfold h; field; lra). split.
  - intros y1 y2.
    apply (triangle_distance s 0 h _ ((y2 - y1) / (2 * h)) y1 shape).
    intros x _. unfold line_through. field. lra.
  - unfold distance. apply is_RInt_unique.
    replace (h / 2) with (h * closed_form (1 / 2) (1 / 2)) by (unfold closed_form; field).
    apply (crossing_distance s 0 h _ (1 / 2) (1 / 2) shape); try lra.
    intros x _. unfold line_through. field. lra.
Qed.

(** The closed form fails for a line above the triangle: the constant 2 is at distance 3/2 from that of s_2, where the
    formula gives 5/2. *)
Theorem theorem_2_3_6_closed_form_printed_refuted :
  ~ (forall (q : nat) (s : R -> R) (y1 y2 : R), (2 <= q)%nat -> is_wave q s ->
      2 + y1 - y2 <> 0 -> 2 - y1 + y2 <> 0 ->
      distance s (line_through 0 y1 (2 / INR q) y2) 0 (2 / INR q) = 1 / INR q * closed_form y1 y2).
Proof.
  intros claimed. destruct (wave_exists 2 ltac:(lia)) as [s wave].
  specialize (claimed 2%nat s 2 2 ltac:(lia) wave ltac:(lra) ltac:(lra)).
  destruct (first_triangle 2 s wave ltac:(lia)) as [[_ [up down]] end_]. rewrite end_ in claimed.
  simpl INR in *. replace (1 / (1 + 1)) with (1 / 2) in * by lra.
  enough (is_RInt (fun x => Rabs (s x - line_through 0 2 (0 + 2 * (1 / 2)) 2 x)) 0 (0 + 2 * (1 / 2)) (3 / 4 + 3 / 4))
    as area.
  { unfold distance in claimed. rewrite (is_RInt_unique _ _ _ _ area) in claimed. unfold closed_form in claimed.
    replace (2 / (2 + 2 - 2)) with 1 in claimed by lra. lra. }
  assert (line : forall x, line_through 0 2 (0 + 2 * (1 / 2)) 2 x = 2) by (intros x; unfold line_through; field).
  apply (join_integrals _ _ (1 / 2)).
  - apply (line_integral _ _ _ (-2) 2); [lra | field |]. intros x inside.
    rewrite line, up by lra. rewrite Rabs_left1; lra.
  - apply (line_integral _ _ _ 2 0); [lra | field |]. intros x inside.
    rewrite line, down by lra. rewrite Rabs_left1; lra.
Qed.

(** The closed form is the distance of a line from the first triangle of s_q where the line is neither below an end of
    the base nor above the apex, so that it crosses both sides. *)
Theorem theorem_2_3_6_closed_form_repaired :
  forall (q : nat) (s : R -> R) (y1 y2 : R), (2 <= q)%nat -> is_wave q s ->
    2 + y1 - y2 <> 0 -> 2 - y1 + y2 <> 0 -> 0 <= y1 -> 0 <= y2 -> y1 + y2 <= 2 ->
    distance s (line_through 0 y1 (2 / INR q) y2) 0 (2 / INR q) = 1 / INR q * closed_form y1 y2.
Proof.
  intros q s y1 y2 some wave defined1 defined2 above1 above2 below.
  destruct (first_triangle q s wave some) as [shape ->].
  apply is_RInt_unique. apply (crossing_distance s 0 _ _ y1 y2 shape); try assumption.
  intros x _. unfold line_through. field. apply not_0_INR. lia.
Qed.

(** For g affine on a triangle of s_q, with values y1 and y2 at the ends of its base: the distance there is the sum of
    two integrals over [0, 1] and [1, 2], the triangle being cut at its apex and rescaled to width 2. *)
Theorem theorem_2_3_6_rescaling_printed :
  forall (q i : nat) (s g : R -> R), (1 <= q)%nat -> is_wave q s -> (2 * i + 2 <= q)%nat ->
    affine_between g (INR (2 * i) / INR q) (INR (2 * i + 2) / INR q) ->
    forall y1 y2, y1 = g (INR (2 * i) / INR q) -> y2 = g (INR (2 * i + 2) / INR q) ->
    distance s g (INR (2 * i) / INR q) (INR (2 * i + 2) / INR q) =
      1 / INR q * RInt (fun z => Rabs (z - y1 - z / 2 * (y2 - y1))) 0 1 +
      1 / INR q * RInt (fun z => Rabs (2 - z - y1 - z / 2 * (y2 - y1))) 1 2.
Proof.
  intros q i s g some wave room.
  pose proof (wave_triangle q s i wave room) as shape.
  assert (positive : 0 < INR q) by (apply lt_0_INR; lia).
  assert (INR (2 * i + 2) / INR q = INR (2 * i) / INR q + 2 * (1 / INR q)) as ->
    by (rewrite plus_INR; simpl (INR 2); field; lra).
  intros [gamma [omega line]] y1 y2.
  pose proof (triangle_distance_integrable s _ _ g gamma omega shape line) as whole.
  destruct shape as [small [up down]].
  set (a := INR (2 * i) / INR q) in *. set (h := 1 / INR q) in *.
  intros value1 value2. rewrite line in value1, value2 by lra. unfold distance.
  destruct (split_integral _ a (a + h) (a + 2 * h) ltac:(lra) whole) as [left [right ->]].
  replace (a + h) with (a + h * 1) in left, right |- * by ring.
  replace (a + 2 * h) with (a + h * 2) in right, line, down |- * by ring.
  f_equal.
  - replace (RInt _ a (a + h * 1)) with (RInt (fun x => Rabs (s x - g x)) (a + h * 0) (a + h * 1)) by (f_equal; ring).
    apply rescaled_integral; [lra | lra | now rewrite Rmult_0_r, Rplus_0_r |].
    intros z inside. assert (0 < h * z < h) by (split; nra). f_equal.
    rewrite up, line, value1, value2 by lra. field. lra.
  - apply rescaled_integral; [lra | lra | exact right |].
    intros z inside. assert (h < h * z < 2 * h) by (split; nra). f_equal.
    rewrite down, line, value1, value2 by lra. field. lra.
Qed.

(** The wave has floor(q/2) triangles, of width 2/q and height 1, and a function with at most p pieces is affine on at
    least floor(q/2) - (p - 1) of them. *)
Theorem theorem_2_3_6_triangles_printed :
  forall (q : nat) (s : R -> R), (1 <= q)%nat -> is_wave q s ->
    (forall i, (i < q / 2)%nat ->
      (forall x, INR (2 * i) / INR q <= x <= INR (2 * i + 1) / INR q -> s x = INR q * (x - INR (2 * i) / INR q)) /\
      (forall x, INR (2 * i + 1) / INR q <= x <= INR (2 * i + 2) / INR q ->
        s x = INR q * (INR (2 * i + 2) / INR q - x))) /\
    (forall (g : R -> R) (p : nat), has_at_most_pieces g p ->
      exists chosen : list nat,
        NoDup chosen /\
        (forall i, In i chosen ->
          (i < q / 2)%nat /\ affine_between g (INR (2 * i) / INR q) (INR (2 * i + 2) / INR q)) /\
        (q / 2 - (p - 1) <= length chosen)%nat).
Proof.
  intros q s some wave. assert (0 < INR q) by (apply lt_0_INR; lia).
  pose proof (Nat.mul_div_le q 2 ltac:(lia)) as half. split.
  - intros i inside. destruct (wave_triangle q s i wave ltac:(lia)) as [_ [up down]].
    assert (middle : INR (2 * i + 1) / INR q = INR (2 * i) / INR q + 1 / INR q)
      by (rewrite plus_INR; simpl (INR 1); field; lra).
    assert (end_ : INR (2 * i + 2) / INR q = INR (2 * i) / INR q + 2 * (1 / INR q))
      by (rewrite plus_INR; simpl (INR 2); field; lra).
    rewrite middle, end_. split; intros x between; [rewrite up by exact between | rewrite down by exact between];
      field; lra.
  - intros g p pieces. destruct (few_points g p pieces) as [_ [cs [few off]]].
    destruct (affine_triangles q s g cs (q / 2) some wave off half) as [chosen [distinct [lines [many _]]]].
    exists chosen. split; [exact distinct | split; [exact lines|]].
    pose proof (points_before_bounded cs (INR (2 * (q / 2)) / INR q)). lia.
Qed.

(** The distance of the wave from a function with at most p pieces, in the mean over [0, 1], and two simpler bounds. *)
Theorem theorem_2_3_6_error_bound_printed :
  forall (q p : nat) (s g : R -> R), (1 <= q)%nat -> is_wave q s -> has_at_most_pieces g p ->
    (INR (q / 2) - (INR p - 1)) * (1 / (2 * INR q)) <= distance s g 0 1 /\
    (INR q - 1 - 2 * (INR p - 1)) / (4 * INR q) <= (INR (q / 2) - (INR p - 1)) * (1 / (2 * INR q)) /\
    (INR q - 1 - 2 * (INR p - 1)) / (4 * INR q) = 1 / 4 - (2 * INR p - 1) / (4 * INR q).
Proof.
  intros q p s g some wave pieces. assert (positive : 0 < INR q) by (apply lt_0_INR; lia).
  pose proof (Nat.mul_div_le q 2 ltac:(lia)) as half.
  assert (unit : 0 < 1 / (2 * INR q)) by (apply Rdiv_lt_0_compat; lra).
  split; [|split].
  - destruct (few_points g p pieces) as [one [cs [few off]]].
    destruct (affine_triangles q s g cs (q / 2) some wave off half) as [chosen [_ [_ [many far]]]].
    pose proof (points_before_bounded cs (INR (2 * (q / 2)) / INR q)).
    assert (INR (q / 2) - (INR p - 1) <= INR (length chosen)).
    { assert (q / 2 + 1 <= length chosen + p)%nat as enough by lia.
      apply le_INR in enough. rewrite !plus_INR in enough. simpl (INR 1) in enough. lra. }
    apply (Rle_trans _ (INR (length chosen) * (1 / (2 * INR q)))); [apply Rmult_le_compat_r; lra|].
    apply (Rle_trans _ _ _ far).
    pose proof (wave_distance_integrable q s g cs q some wave off (le_n q)) as whole.
    replace (INR q / INR q) with 1 in whole by (field; lra).
    assert (0 <= INR (2 * (q / 2)) / INR q <= 1).
    { split; [apply Rmult_le_pos; [apply pos_INR | left; now apply Rinv_0_lt_compat]|].
      apply (Rmult_le_reg_r (INR q)); [exact positive|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra.
      rewrite Rmult_1_r, Rmult_1_l. now apply le_INR. }
    destruct (split_integral _ 0 (INR (2 * (q / 2)) / INR q) 1 ltac:(assumption) whole) as [_ [rest sum]].
    unfold distance in *. rewrite sum.
    enough (0 <= RInt (fun x => Rabs (s x - g x)) (INR (2 * (q / 2)) / INR q) 1) by lra.
    apply RInt_ge_0; [lra | exact rest | intros; apply Rabs_pos].
  - assert (INR q - 1 <= 2 * INR (q / 2)).
    { pose proof (Nat.div_mod q 2 ltac:(lia)) as parts. pose proof (Nat.mod_upper_bound q 2 ltac:(lia)).
      assert (q <= 2 * (q / 2) + 1)%nat as large by lia.
      apply le_INR in large. rewrite plus_INR, mult_INR in large. simpl (INR 2) in large. simpl (INR 1) in large. lra. }
    replace ((INR q - 1 - 2 * (INR p - 1)) / (4 * INR q))
      with ((INR q - 1 - 2 * (INR p - 1)) / 2 * (1 / (2 * INR q))) by (field; lra).
    apply Rmult_le_compat_r; lra.
  - field. lra.
Qed.

(** A function with at most p <= (q - 4 q delta + 1) / 2 pieces is at a distance of at least delta from the wave with q
    laps, in the mean over [0, 1]; and the two lines of algebra between hold. *)
Theorem theorem_2_3_6_implication_printed :
  forall (delta : R) (q p : nat) (s g : R -> R), 0 < delta -> (1 <= q)%nat -> is_wave q s -> has_at_most_pieces g p ->
    INR p <= (INR q - 4 * INR q * delta + 1) / 2 ->
    2 * INR p - 1 <= (1 / 4 - delta) * (4 * INR q) /\
    delta <= 1 / 4 - (2 * INR p - 1) / (4 * INR q) /\
    delta <= distance s g 0 1.
Proof.
  intros delta q p s g _ some wave pieces few. assert (positive : 0 < INR q) by (apply lt_0_INR; lia).
  destruct (theorem_2_3_6_error_bound_printed q p s g some wave pieces) as [first [second third]].
  assert (short : 2 * INR p - 1 <= (1 / 4 - delta) * (4 * INR q)) by lra.
  assert (delta <= 1 / 4 - (2 * INR p - 1) / (4 * INR q)).
  { enough ((2 * INR p - 1) / (4 * INR q) <= 1 / 4 - delta) by lra.
    apply (Rmult_le_reg_r (4 * INR q)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  split; [exact short | split; [assumption | lra]].
Qed.

(** A function with at most p <= q (1 - 4 delta) / 2 pieces, half a piece fewer than the printed implication allows, is
    at a distance of at least delta + 1/(4 q) from the wave with q laps, in the mean over [0, 1]. *)
Theorem theorem_2_3_6_implication_sharpened :
  forall (delta : R) (q p : nat) (s g : R -> R), (1 <= q)%nat -> is_wave q s -> has_at_most_pieces g p ->
    INR p <= INR q * (1 - 4 * delta) / 2 -> delta + 1 / (4 * INR q) <= distance s g 0 1.
Proof.
  intros delta q p s g some wave pieces few. assert (positive : 0 < INR q) by (apply lt_0_INR; lia).
  destruct (theorem_2_3_6_error_bound_printed q p s g some wave pieces) as [first [second third]].
  enough (delta + 1 / (4 * INR q) <= 1 / 4 - (2 * INR p - 1) / (4 * INR q)) by lra.
  apply (Rmult_le_reg_r (4 * INR q)); [lra|].
  replace ((delta + 1 / (4 * INR q)) * (4 * INR q)) with (4 * INR q * delta + 1) by (field; lra).
  replace ((1 / 4 - (2 * INR p - 1) / (4 * INR q)) * (4 * INR q)) with (INR q - (2 * INR p - 1)) by (field; lra).
  lra.
Qed.

(** ** The wave as a network *)

(** The point (1/w, ..., (w - 1)/w) has w - 1 coordinates and not w^k - 1: for w = k = 2, 1/2 and not 1/2, 2/2, 3/2. *)
Theorem theorem_2_3_6_parameters_printed_refuted :
  ~ (forall k w : nat, (1 <= k)%nat -> (2 <= w)%nat -> in_simplex 1 (w ^ k - 1) (fun i => INR i / INR w)).
Proof.
  intros claimed. destruct (claimed 2%nat 2%nat ltac:(lia) ltac:(lia)) as [_ [last _]]. simpl in last. lra.
Qed.

Lemma equal_nodes w : (1 <= w)%nat -> in_simplex 1 (w - 1) (fun i => INR i / INR w).
Proof.
  intros some. assert (0 < INR w) by (apply lt_0_INR; lia). split; [|split].
  - simpl. unfold Rdiv. apply Rmult_0_l.
  - replace (S (w - 1)) with w by lia. field. lra.
  - intros i _. rewrite S_INR. apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat | lra].
Qed.

(** With w - 1 coordinates it lies in the simplex; w units in each of k layers compute the composition of k sawtooths
    with these nodes, which is the wave s_q for q = w^k. *)
Theorem theorem_2_3_6_parameters_repaired :
  forall (k w : nat) (a : nat -> nat -> R) (h : nat -> R -> R), (1 <= k)%nat -> (2 <= w)%nat ->
    (forall j, (1 <= j <= k)%nat ->
      in_simplex 1 (w - 1) (a j) /\ (forall i, (1 <= i <= w - 1)%nat -> a j i = INR i / INR w) /\
      is_sawtooth 1 (w - 1) (a j) (h j)) ->
    in_simplex 1 (w - 1) (fun i => INR i / INR w) /\
    (exists N, computes_on_line N (composition h k) /\ widths N = repeat w k /\ depth N = (k + 1)%nat) /\
    is_wave (w ^ k) (composition h k).
Proof.
  intros k w a h some wide given. split; [|split].
  - apply equal_nodes. lia.
  - destruct (theorem_2_3_2_width_printed 1 w k a h Rlt_0_1 wide some) as [N [computed [wide_ [deep _]]]].
    + intros j place. destruct (given j place) as [simplex [_ saw]]. auto.
    + exists N. auto.
  - apply (composition_wave w k a h); [lia | exact given].
Qed.

(** Some function is a wave with w^k laps, and it and its multiples are computed with w units in each of k layers. *)
Lemma wave_network k w :
  (1 <= k)%nat -> (2 <= w)%nat ->
  exists s, is_wave (w ^ k) s /\ forall C, exists N, computes_on_line N (fun x => C * s x) /\ widths N = repeat w k.
Proof.
  intros some wide.
  pose proof (equal_nodes w ltac:(lia)) as simplex. pose proof (sawtooth_exists _ _ _ simplex) as saw.
  set (h := fun _ : nat => sawtooth_facts.hinges 1 (w - 1) (fun i => INR i / INR w)).
  destruct (theorem_2_3_6_parameters_repaired k w (fun _ i => INR i / INR w) h some wide)
    as [_ [[N [computed [layers _]]] wave]]; [auto|].
  exists (composition h k). split; [exact wave|]. intros C.
  exists (compose 1 (Network [] [Gate [C] 0]) N). split; [|exact layers].
  apply computes_on_line_number in computed. apply computes_on_line_number. unfold computes_number in *.
  split.
  - apply (from_to_compose 1 1 1); [apply computed|].
    apply (from_to_affine 1 [Gate [C] 0]). repeat constructor.
  - intros x size. rewrite (evaluate_compose 1 1) by apply computed. rewrite (proj2 computed x size).
    rewrite evaluate_affine. simpl. rewrite gate_value_on_line. f_equal. ring.
Qed.

(** ** Budgets *)

(** Few units in at most k layers make few pieces: the product of all w_j + 1, those of layers that are missing
    being 1, is at most the k-th power of their mean. *)
Lemma widths_within (ws : list nat) k e :
  (length ws <= k)%nat -> (1 <= k)%nat -> INR (list_sum ws) <= INR k * (e - 1) -> 1 <= e ->
  INR (list_product (map S ws)) <= e ^ k.
Proof.
  intros short some few large.
  pose (factors := map (fun w => INR (S w)) ws ++ repeat 1 (k - length ws)).
  assert (long : length factors = k) by (unfold factors; rewrite app_length, map_length, repeat_length; lia).
  assert (value : INR (list_product (map S ws)) = product factors).
  { unfold factors, product. rewrite fold_right_app. fold (product (repeat 1 (k - length ws))).
    rewrite product_repeat, pow1. symmetry. apply product_successors. }
  rewrite value, <- long. apply means; [lra | |].
  - apply Forall_app. split; apply Forall_forall; intros t found.
    + apply in_map_iff in found as [w [<- _]]. apply lt_0_INR. lia.
    + apply repeat_spec in found as ->. lra.
  - rewrite long. unfold factors. rewrite total_app, total_successors, total_repeat, minus_INR by exact short. lra.
Qed.

Lemma widths_doubling ws : (list_product (map S ws) <= 2 ^ list_sum ws)%nat.
Proof.
  induction ws as [|w ws IH]; [simpl; lia|].
  change (S w * list_product (map S ws) <= 2 ^ (w + list_sum ws))%nat. rewrite Nat.pow_add_r.
  apply Nat.mul_le_mono; [|exact IH]. clear. induction w as [|w IH]; simpl in *; lia.
Qed.

(** A network computes a function with at most (w_1 + 1) ... (w_k + 1) pieces, without hidden layers too. *)
Lemma network_pieces N g : computes_on_line N g -> has_at_most_pieces g (list_product (map S (widths N))).
Proof.
  intros computed. destruct (hidden N) as [|A layers] eqn:deep.
  - unfold widths. rewrite deep. simpl. exists 1%nat. split; [lia|].
    destruct computed as [[fitting single] value]. rewrite deep in fitting. simpl in fitting.
    unfold evaluate in value. rewrite deep in value. simpl in value.
    destruct (output N) as [|o [|]]; try discriminate. inversion_clear fitting as [|? ? reads_one _].
    destruct o as [[|c [|]] b]; try discriminate.
    split; [lia|]. exists (fun _ => 0), (fun _ => c), (fun _ => b).
    split; [intros; lia | split; [intros; lia|]]. intros i x _ _.
    specialize (value x). simpl in value. injection value as <-. apply gate_value_on_line.
  - apply (lemma_2_a_6_sharpened N g (length (hidden N))); [exact computed | rewrite deep; simpl; lia | reflexivity].
Qed.

(** The base of the budget, of which it is k'/2 times: its k'-th power is w^k (1 - 4 delta) / 2. *)
Definition rate (w k k1 : nat) (delta : R) : R :=
  Rpower (INR w) (INR k / INR k1) * Rpower (1 - 4 * delta) (1 / INR k1) / Rpower 2 (1 / INR k1).

Lemma budget_rate w k k1 delta : budget w k k1 delta = INR k1 * (rate w k k1 delta / 2).
Proof.
  unfold budget, rate. rewrite Rpower_plus, Rpower_1 by lra. field. apply Rgt_not_eq, exp_pos.
Qed.

Lemma rate_positive w k k1 delta : 0 < rate w k k1 delta.
Proof. unfold rate. apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat|]; apply exp_pos. Qed.

Lemma rate_power w k k1 delta :
  (1 <= w)%nat -> (1 <= k1)%nat -> delta < 1 / 4 -> rate w k k1 delta ^ k1 = INR w ^ k * (1 - 4 * delta) / 2.
Proof.
  intros wide some small. assert (0 < INR k1) by (apply lt_0_INR; lia). assert (0 < INR w) by (apply lt_0_INR; lia).
  unfold rate. unfold Rdiv at 1. rewrite !Rpow_mult_distr, pow_inv.
  assert (root : forall x y, Rpower x (y / INR k1) ^ k1 = Rpower x y).
  { intros x y. rewrite <- Rpower_pow by apply exp_pos. rewrite Rpower_mult. f_equal. field. lra. }
  rewrite !root, Rpower_pow, !Rpower_1 by lra. reflexivity.
Qed.

(** From k' units on, fewer layers do not help: 2 p <= w^k (1 - 4 delta) for a network within the budget. *)
Lemma pieces_within w k k1 delta N g :
  (1 <= w)%nat -> (1 <= k1)%nat -> delta < 1 / 4 -> computes_within k1 (budget w k k1 delta) N g ->
  2 <= rate w k k1 delta ->
  exists p, has_at_most_pieces g p /\ INR p <= INR w ^ k * (1 - 4 * delta) / 2.
Proof.
  intros wide some small [computed [shallow few]] roomy.
  exists (list_product (map S (widths N))). split; [now apply network_pieces|].
  rewrite <- (rate_power w k k1 delta wide some small). apply widths_within; [ | exact some | | lra].
  - unfold widths. rewrite map_length. unfold depth in shallow. unfold layer in *. lia.
  - rewrite budget_rate in few. unfold size in few. apply (Rle_trans _ _ _ few).
    apply Rmult_le_compat_l; [apply pos_INR | lra].
Qed.

(** A budget of at least k' units makes the base at least 2, *)
Lemma roomy_rate w k k1 delta : (1 <= k1)%nat -> INR k1 <= budget w k k1 delta -> 2 <= rate w k k1 delta.
Proof.
  intros some room. rewrite budget_rate in room. assert (0 < INR k1) by (apply lt_0_INR; lia).
  enough (1 <= rate w k k1 delta / 2) by lra. apply (Rmult_le_reg_l (INR k1)); [assumption | lra].
Qed.

(** and with fewer units the pieces are at most half of the laps anyway. *)
Lemma half_the_laps w k k1 delta N g :
  (2 <= w)%nat -> (1 <= k1 <= k)%nat -> 0 <= delta < 1 / 4 -> computes_within k1 (budget w k k1 delta) N g ->
  exists p, has_at_most_pieces g p /\ (2 * p <= w ^ k)%nat.
Proof.
  intros wide some small within.
  destruct (Rle_dec 2 (rate w k k1 delta)) as [roomy|narrow].
  - destruct (pieces_within w k k1 delta N g ltac:(lia) ltac:(lia) ltac:(lra) within roomy) as [p [pieces few]].
    exists p. split; [exact pieces|]. apply INR_le. rewrite mult_INR, pow_INR. simpl (INR 2).
    pose proof (pow_le (INR w) k (pos_INR w)). nra.
  - destruct within as [computed [_ few]]. exists (list_product (map S (widths N))). split; [now apply network_pieces|].
    rewrite budget_rate in few.
    assert (size N < k1)%nat.
    { apply INR_lt. apply (Rle_lt_trans _ _ _ few). assert (0 < INR k1) by (apply lt_0_INR; lia). nra. }
    apply (Nat.le_trans _ (2 * 2 ^ size N)); [apply Nat.mul_le_mono_l, widths_doubling|].
    rewrite <- Nat.pow_succ_r'. apply (Nat.le_trans _ (2 ^ k)); [apply Nat.pow_le_mono_r; lia|].
    now apply Nat.pow_le_mono_l.
Qed.

(** ** The theorem *)

Lemma pieces_scaled g p c : c <> 0 -> has_at_most_pieces g p -> has_at_most_pieces (fun x => c * g x) p.
Proof.
  intros nonzero [n [few [some [t [a [b [up [apart lines]]]]]]]]. exists n. split; [exact few|].
  split; [exact some|]. exists t, (fun i => c * a i), (fun i => c * b i).
  split; [exact up | split].
  - intros i small same. apply (apart i small). now apply (Rmult_eq_reg_l c).
  - intros i x small inside. rewrite (lines i x small inside). ring.
Qed.

Lemma distance_scaled q s g p C :
  (1 <= q)%nat -> is_wave q s -> has_at_most_pieces g p -> 0 < C ->
  distance (fun x => C * s x) g 0 1 = C * distance s (fun x => / C * g x) 0 1.
Proof.
  intros some wave pieces positive. unfold distance.
  destruct (few_points _ _ (pieces_scaled g p (/ C) ltac:(apply Rinv_neq_0_compat; lra) pieces)) as [_ [cs [_ off]]].
  pose proof (wave_distance_integrable q s _ cs q some wave off (le_n q)) as integrable.
  assert (0 < INR q) by (apply lt_0_INR; lia).
  replace (INR q / INR q) with 1 in integrable by (field; lra).
  refine (eq_trans _ (RInt_scal _ 0 1 C integrable)). apply RInt_ext. intros x _.
  change (Rabs (C * s x - g x) = C * Rabs (s x - / C * g x)).
  rewrite <- (Rabs_pos_eq C) at 2 by lra. rewrite <- Rabs_mult. f_equal. field. lra.
Qed.

(** C times a wave is at least C/(2 q) away from a function with at most half as many pieces as it has laps. *)
Lemma far_from_few q s g p C :
  (1 <= q)%nat -> is_wave q s -> has_at_most_pieces g p -> (2 * p <= q)%nat -> 0 < C ->
  C / (2 * INR q) <= distance (fun x => C * s x) g 0 1.
Proof.
  intros some wave pieces few positive. assert (0 < INR q) by (apply lt_0_INR; lia).
  rewrite (distance_scaled q s g p C) by assumption.
  destruct (theorem_2_3_6_error_bound_printed q p s (fun x => / C * g x) some wave) as [far _];
    [apply pieces_scaled; [apply Rinv_neq_0_compat; lra | exact pieces]|].
  assert (p <= q / 2)%nat as half by (apply Nat.div_le_lower_bound; lia). apply le_INR in half.
  replace (C / (2 * INR q)) with (C * (1 * (1 / (2 * INR q)))) by (field; lra).
  apply Rmult_le_compat_l; [lra|]. refine (Rle_trans _ _ _ _ far).
  apply Rmult_le_compat_r; [left; apply Rdiv_lt_0_compat; lra | lra].
Qed.

(** A number that bounds all distances from below bounds their infimum. *)
Lemma least_distance_above f k s eta :
  (forall N g, computes_within k s N g -> eta <= distance f g 0 1) -> Rbar_le eta (least_distance f k s).
Proof.
  intros bound. apply (Glb_Rbar_correct (fun d => exists N g, computes_within k s N g /\ d = distance f g 0 1)).
  intros d [N [g [within ->]]]. exact (bound N g within).
Qed.

(** For all k >= 1 and w >= 2, w units in each of k layers compute a function f such that for all delta > 0 (and below
    1/4, where the root is that of a positive number) and k' <= k the infimum of the distances of f from all networks of
    depth at most k' + 1 within the budget exceeds delta. *)
Theorem theorem_2_3_6_printed :
  forall k w : nat, (1 <= k)%nat -> (2 <= w)%nat ->
    exists f : R -> R,
      (exists N, computes_on_line N f /\ widths N = repeat w k) /\
      forall (delta : R) (k1 : nat), 0 < delta < 1 / 4 -> (1 <= k1 <= k)%nat ->
        Rbar_lt delta (least_distance f k1 (budget w k k1 delta)).
Proof.
  intros k w some wide.
  assert (laps : (1 <= w ^ k)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  assert (positive : 0 < INR (w ^ k)) by (apply lt_0_INR; lia).
  destruct (wave_network k w some wide) as [s [wave network]].
  exists (fun x => INR (w ^ k) * s x). split; [apply network|].
  intros delta k1 small shallow. apply (Rbar_lt_le_trans _ (1 / 2)); [simpl; lra|].
  apply least_distance_above. intros N g within.
  destruct (half_the_laps w k k1 delta N g wide shallow ltac:(lra) within) as [p [pieces few]].
  refine (Rle_trans _ _ _ _ (far_from_few (w ^ k) s g p (INR (w ^ k)) laps wave pieces few positive)).
  right. field. lra.
Qed.

(** For all k >= 1, w >= 2 and D > 0, w units in each of k layers compute a function that has a distance of at least D,
    in the mean over [0, 1], from all networks of depth at most k' + 1 <= k + 1 within the budget for delta = 0. *)
Theorem theorem_2_3_6_sharpened :
  forall (k w : nat) (D : R), (1 <= k)%nat -> (2 <= w)%nat -> 0 < D ->
    exists f : R -> R,
      (exists N, computes_on_line N f /\ widths N = repeat w k) /\
      forall k1 : nat, (1 <= k1 <= k)%nat ->
        forall N g, computes_within k1 (budget w k k1 0) N g -> D <= distance f g 0 1.
Proof.
  intros k w D some wide tall.
  assert (laps : (1 <= w ^ k)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  assert (positive : 0 < INR (w ^ k)) by (apply lt_0_INR; lia).
  destruct (wave_network k w some wide) as [s [wave network]].
  exists (fun x => 2 * INR (w ^ k) * D * s x). split; [apply network|].
  intros k1 shallow N g within.
  destruct (half_the_laps w k k1 0 N g wide shallow ltac:(lra) within) as [p [pieces few]].
  refine (Rle_trans _ _ _ _ (far_from_few (w ^ k) s g p _ laps wave pieces few _)); [|nra].
  right. field. lra.
Qed.

(** For every wave with w^k laps, all 0 < delta < 1/4 and all k' <= k with a budget of at least k' units, the
    infimum of its distances from all networks of depth at most k' + 1 within that budget exceeds delta. *)
Theorem theorem_2_3_6_small_budget_repaired :
  forall (k w : nat) (s : R -> R), (1 <= k)%nat -> (2 <= w)%nat -> is_wave (w ^ k) s ->
    forall (delta : R) (k1 : nat), 0 < delta < 1 / 4 -> (1 <= k1 <= k)%nat -> INR k1 <= budget w k k1 delta ->
      Rbar_lt delta (least_distance s k1 (budget w k k1 delta)).
Proof.
  intros k w s some wide wave delta k1 small shallow room.
  assert (laps : (1 <= w ^ k)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  assert (positive : 0 < INR (w ^ k)) by (apply lt_0_INR; lia).
  apply (Rbar_lt_le_trans _ (delta + 1 / (4 * INR (w ^ k)))).
  - simpl. assert (0 < 1 / (4 * INR (w ^ k))) by (apply Rdiv_lt_0_compat; lra). lra.
  - apply least_distance_above. intros N g within.
    destruct (pieces_within w k k1 delta N g ltac:(lia) ltac:(lia) ltac:(lra) within) as [p [pieces few]];
      [apply roomy_rate; [lia | exact room]|].
    apply (theorem_2_3_6_implication_sharpened delta (w ^ k) p s g laps wave pieces). rewrite pow_INR. exact few.
Qed.

(** For all k >= 1 and w >= 2, w units in each of k layers compute a function with values between 0 and 1 on [0, 1] such
    that for all 0 < delta < 1/4 and all k' <= k with a budget of at least k' units, the infimum of its distances
    from all networks of depth at most k' + 1 within that budget exceeds delta. *)
Theorem theorem_2_3_6_sharpened_bounded :
  forall k w : nat, (1 <= k)%nat -> (2 <= w)%nat ->
    exists f : R -> R,
      (exists N, computes_on_line N f /\ widths N = repeat w k) /\
      (forall x, 0 <= x <= 1 -> 0 <= f x <= 1) /\
      forall (delta : R) (k1 : nat), 0 < delta < 1 / 4 -> (1 <= k1 <= k)%nat -> INR k1 <= budget w k k1 delta ->
        Rbar_lt delta (least_distance f k1 (budget w k k1 delta)).
Proof.
  intros k w some wide.
  assert (laps : (1 <= w ^ k)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  destruct (wave_network k w some wide) as [s [wave network]].
  assert (scaled : is_wave (w ^ k) (fun x => 1 * s x))
    by (intros i x inside between; rewrite Rmult_1_l; now apply wave).
  exists (fun x => 1 * s x). split; [apply network | split].
  - intros x inside. exact (wave_within (w ^ k) (fun x => 1 * s x) x laps scaled inside).
  - exact (theorem_2_3_6_small_budget_repaired k w (fun x => 1 * s x) some wide scaled).
Qed.

(** A network within a budget of at least k' units computes a function with at most w^k (1 - 4 delta) / 2 pieces. *)
Theorem theorem_2_3_6_budget_repaired :
  forall (k w : nat) (delta : R) (k1 : nat), (1 <= k)%nat -> (2 <= w)%nat -> 0 < delta < 1 / 4 -> (1 <= k1 <= k)%nat ->
    forall (N : network) (g : R -> R) (p : nat), computes_within k1 (budget w k k1 delta) N g -> has_pieces g p ->
      INR k1 <= budget w k k1 delta -> INR p <= INR w ^ k * (1 - 4 * delta) / 2.
Proof.
  intros k w delta k1 some wide small shallow N g p within pieces room.
  destruct (pieces_within w k k1 delta N g ltac:(lia) ltac:(lia) ltac:(lra) within) as [P [[n [few exactly]] bound]];
    [apply roomy_rate; [lia | exact room]|].
  rewrite (pieces_unique g p n pieces exactly). apply le_INR in few. lra.
Qed.

(** ** Budgets of fewer units than k' *)

(** Fewer layers can do better than k' when there are fewer units than k': for w = k = k' = 2 and delta = 1/10,
    max(0, x) has one unit, which is within the budget, and two pieces, where at most 17/10 are claimed. *)
Theorem theorem_2_3_6_budget_printed_refuted :
  ~ (forall (k w : nat) (delta : R) (k1 : nat),
      (1 <= k)%nat -> (2 <= w)%nat -> 0 < delta < 1 / 4 -> (1 <= k1 <= k)%nat ->
      forall (N : network) (g : R -> R) (p : nat), computes_within k1 (budget w k k1 delta) N g -> has_pieces g p ->
        INR p <= (INR w ^ k - 4 * INR w ^ k * delta + 1) / 2).
Proof.
  intros claimed.
  enough (INR 2 <= (INR 2 ^ 2 - 4 * INR 2 ^ 2 * (1 / 10) + 1) / 2) as false by (simpl in false; lra).
  apply (claimed 2%nat 2%nat (1 / 10) 2%nat) with (N := Network [[Gate [1] 0]] [Gate [1] 0]) (g := relu);
    try lia; [lra | |].
  - split; [|split].
    + split; [repeat (constructor || discriminate)|].
      intros x. rewrite evaluate_one_layer. simpl. rewrite gate_value_on_line. f_equal.
      replace (1 * x + 0) with x by ring. ring.
    + unfold depth. simpl. lia.
    + rewrite budget_rate. pose proof (rate_power 2 2 2 (1 / 10) ltac:(lia) ltac:(lia) ltac:(lra)) as power.
      pose proof (rate_positive 2 2 2 (1 / 10)). simpl in *. nra.
  - split; [lia|]. exists (fun _ => 0), (fun i => INR i), (fun _ => 0). split; [|split].
    + intros i above below. lia.
    + intros i small same. apply INR_eq in same. lia.
    + intros i x small [left right]. destruct i as [|[|i]]; [| |lia]; unfold relu; simpl.
      * rewrite Rmax_left; [ring|]. destruct right as [impossible|right]; [discriminate | exact right].
      * rewrite Rmax_right; [ring|]. destruct left as [impossible|left]; [discriminate | exact left].
Qed.

(** The distance of a lap from 1/2. *)
Lemma lap_from_half q s i :
  (1 <= q)%nat -> is_wave q s -> (i < q)%nat ->
  is_RInt (fun x => Rabs (s x - 1 / 2)) (INR i / INR q) (INR (S i) / INR q) (1 / (4 * INR q)).
Proof.
  intros some wave inside. assert (positive : 0 < INR q) by (apply lt_0_INR; lia).
  assert (width : 0 < 1 / INR q) by (apply Rdiv_lt_0_compat; lra).
  set (u := INR i / INR q). set (h := 1 / INR q) in *.
  assert (INR (S i) / INR q = u + h) as end_ by (unfold u, h; rewrite S_INR; field; lra).
  assert (value : forall x, u <= x <= u + h -> Rabs (s x - 1 / 2) = Rabs (INR q * (x - u) - 1 / 2)).
  { intros x between. rewrite <- end_ in between. rewrite (wave i x inside between).
    assert (INR q * u = INR i) by (unfold u; field; lra). rewrite S_INR.
    destruct (Nat.even i); [f_equal; lra | rewrite <- Rabs_Ropp; f_equal; lra]. }
  assert (unit : INR q * h = 1) by (unfold h; field; lra).
  rewrite end_. replace (1 / (4 * INR q)) with (h / 8 + h / 8) by (unfold h; field; lra).
  apply (join_integrals _ _ (u + h / 2)).
  - apply (line_integral _ _ _ (- INR q) (INR q * u + 1 / 2)); [lra | |].
    + replace (h / 8) with (INR q * h * h / 8) by (rewrite unit; field).
      replace (1 / 2) with (INR q * h / 2) by lra. field.
    + intros x between. rewrite value by lra. rewrite Rabs_left1; [ring | nra].
  - apply (line_integral _ _ _ (INR q) (- INR q * u - 1 / 2)); [lra | |].
    + replace (h / 8) with (INR q * h * h / 8) by (rewrite unit; field).
      replace (1 / 2) with (INR q * h / 2) by lra. field.
    + intros x between. rewrite value by lra. rewrite Rabs_pos_eq; [ring | nra].
Qed.

(** For w = 2, k = k' = 4 and delta = 63/256, one unit is within the budget, and min(16 x, 1/2) is at distance 31/128
    from the wave with 16 laps, less than delta. *)
Theorem theorem_2_3_6_small_budget_printed_refuted :
  ~ (forall (k w : nat) (s : R -> R), (1 <= k)%nat -> (2 <= w)%nat -> is_wave (w ^ k) s ->
      forall (delta : R) (k1 : nat), 0 < delta < 1 / 4 -> (1 <= k1 <= k)%nat ->
        Rbar_lt delta (least_distance s k1 (budget w k k1 delta))).
Proof.
  intros claimed. destruct (wave_exists (2 ^ 4) ltac:(simpl; lia)) as [s wave].
  specialize (claimed 4%nat 2%nat s ltac:(lia) ltac:(lia) wave (63 / 256) 4%nat ltac:(lra) ltac:(lia)).
  set (g := fun x => 1 / 2 - relu (1 / 2 - 16 * x)).
  assert (laps : INR (2 ^ 4) = 16) by (simpl; ring).
  assert (within : computes_within 4 (budget 2 4 4 (63 / 256)) (Network [[Gate [-16] (1 / 2)]] [Gate [-1] (1 / 2)]) g).
  { split; [|split].
    - split; [repeat (constructor || discriminate)|].
      intros x. rewrite evaluate_one_layer. simpl. rewrite gate_value_on_line. unfold g. f_equal.
      replace (-16 * x + 1 / 2) with (1 / 2 - 16 * x) by ring. ring.
    - unfold depth. simpl. lia.
    - rewrite budget_rate. pose proof (rate_power 2 4 4 (63 / 256) ltac:(lia) ltac:(lia) ltac:(lra)) as power.
      pose proof (rate_positive 2 4 4 (63 / 256)).
      destruct (Rle_dec (1 / 2) (rate 2 4 4 (63 / 256))) as [large|small]; [simpl; lra|].
      pose proof (power_strict (rate 2 4 4 (63 / 256)) (1 / 2) 4 ltac:(lra) ltac:(lia)) as less.
      rewrite power in less. simpl in less. lra. }
  assert (area : is_RInt (fun x => Rabs (s x - g x)) 0 1 (0 + (1 / 128 + 15 / 64))).
  { assert (first : forall x, 0 <= x <= 1 / 16 -> s x = 16 * x).
    { intros x between. rewrite (wave 0%nat x ltac:(simpl; lia)) by (rewrite laps; simpl; lra).
      rewrite laps. simpl. ring. }
    apply (join_integrals _ _ (1 / 32)); [|apply (join_integrals _ _ (1 / 16))].
    - apply (line_integral _ _ _ 0 0); [lra | field |]. intros x between. rewrite first by lra.
      unfold g, relu. rewrite Rmax_right by lra. replace (16 * x - (1 / 2 - (1 / 2 - 16 * x))) with 0 by ring.
      rewrite Rabs_R0. ring.
    - apply (line_integral _ _ _ 16 (- (1 / 2))); [lra | field |]. intros x between. rewrite first by lra.
      unfold g, relu. rewrite Rmax_left by lra. rewrite Rabs_pos_eq; lra.
    - apply (is_RInt_ext (fun x => Rabs (s x - 1 / 2))).
      + intros x between. rewrite Rmin_left, Rmax_right in between by lra.
        unfold g, relu. rewrite Rmax_left by lra. f_equal. ring.
      + assert (rest : forall n, (n <= 15)%nat ->
          is_RInt (fun x => Rabs (s x - 1 / 2)) (1 / 16) (INR (S n) / 16) (INR n / 64)).
        { induction n as [|n IH]; intros small.
          - simpl INR. replace (0 / 64) with 0 by field. apply (is_RInt_point (V := R_NormedModule)).
          - replace (INR (S n) / 64) with (INR n / 64 + 1 / (4 * 16)) by (rewrite S_INR; field).
            apply (join_integrals _ _ (INR (S n) / 16)); [apply IH; lia|].
            rewrite <- laps. apply lap_from_half; [simpl; lia | exact wave | simpl; lia]. }
        specialize (rest 15%nat ltac:(lia)). replace (INR 16 / 16) with 1 in rest by (simpl; field).
        replace (INR 15 / 64) with (15 / 64) in rest by (simpl; field). exact rest. }
  assert (bound : Rbar_le (least_distance s 4 (budget 2 4 4 (63 / 256))) (0 + (1 / 128 + 15 / 64))).
  { apply (Glb_Rbar_correct (fun d => exists N g,
      computes_within 4 (budget 2 4 4 (63 / 256)) N g /\ d = distance s g 0 1)).
    eexists _, g. split; [exact within|]. symmetry. apply is_RInt_unique, area. }
  pose proof (Rbar_lt_le_trans _ _ _ claimed bound) as false. simpl in false. lra.
Qed.

(** ** The integral *)

Lemma joined_cuts e u v w :
  (exists n t, cut_into_lines e u v n t) -> (exists n t, cut_into_lines e v w n t) ->
  exists n t, cut_into_lines e u w n t.
Proof.
  intros [n [t [first [last lines]]]] [m [r [first' [last' lines']]]].
  exists (n + m)%nat, (fun i => if i <=? n then t i else r (i - n)%nat). split; [|split].
  - simpl. exact first.
  - destruct (Nat.leb_spec (n + m) n) as [none|]; [|rewrite <- last'; f_equal; lia].
    replace (n + m)%nat with n by lia. rewrite last, <- first', <- last'. f_equal. lia.
  - intros i small. destruct (Nat.leb_spec i n) as [low|high], (Nat.leb_spec (S i) n) as [low'|high']; try lia.
    + now apply lines.
    + replace i with n in * by lia. replace (S n - n)%nat with 1%nat by lia. rewrite last, <- first'. apply lines'. lia.
    + replace (S i - n)%nat with (S (i - n)) by lia. apply lines'. lia.
Qed.

(** |h| is made of lines where h is affine off some points: cut there, and where h is 0. *)
Lemma cuts_exist cs (h : R -> R) u v :
  u < v ->
  (forall u' v', u <= u' -> u' < v' -> v' <= v -> clear cs u' v' -> affine_between h u' v') ->
  exists n t, cut_into_lines (fun x => Rabs (h x)) u v n t.
Proof.
  assert (one : forall e u v, u < v -> affine_between e u v -> exists n t, cut_into_lines e u v n t).
  { clear. intros e u v order line. exists 1%nat, (fun i => match i with O => u | S _ => v end).
    split; [reflexivity | split; [reflexivity|]]. intros i small. replace i with 0%nat by lia. auto. }
  apply (by_clear_parts (fun u v => exists n t, cut_into_lines (fun x => Rabs (h x)) u v n t)).
  - intros a c b. apply joined_cuts.
  - clear u v. intros u v order (a & b & line).
    assert (positive : forall u' v', u <= u' -> u' < v' -> v' <= v -> 0 <= a * u' + b -> 0 <= a * v' + b ->
      exists n t, cut_into_lines (fun x => Rabs (h x)) u' v' n t).
    { intros u' v' low order' high at_u at_v. apply one; [exact order'|]. exists a, b. intros x between.
      rewrite line by lra. apply Rabs_pos_eq. nra. }
    assert (negative : forall u' v', u <= u' -> u' < v' -> v' <= v -> a * u' + b <= 0 -> a * v' + b <= 0 ->
      exists n t, cut_into_lines (fun x => Rabs (h x)) u' v' n t).
    { intros u' v' low order' high at_u at_v. apply one; [exact order'|]. exists (- a), (- b). intros x between.
      rewrite line by lra. rewrite Rabs_left1; [ring | nra]. }
    destruct (Rle_dec 0 (a * u + b)) as [start|start], (Rle_dec 0 (a * v + b)) as [end_|end_].
    + apply positive; lra.
    + destruct (Req_dec (a * u + b) 0) as [zero|nonzero]; [apply negative; lra|].
      assert (a < 0) by nra. assert (root : a * (- b / a) + b = 0) by (field; lra).
      assert (u < - b / a < v) by (split; nra).
      apply (joined_cuts _ u (- b / a) v); [apply positive; lra | apply negative; lra].
    + destruct (Req_dec (a * v + b) 0) as [zero|nonzero]; [apply negative; lra|].
      assert (0 < a) by nra. assert (root : a * (- b / a) + b = 0) by (field; lra).
      assert (u < - b / a < v) by (split; nra).
      apply (joined_cuts _ u (- b / a) v); [apply negative; lra | apply positive; lra].
    + apply negative; lra.
Qed.

Lemma trapezoids_integral e u v n t : cut_into_lines e u v n t -> is_RInt e u v (trapezoids e t n).
Proof.
  revert v. induction n as [|n IH]; intros v [first [last lines]]; simpl trapezoids.
  - rewrite <- first, <- last. apply (is_RInt_point (V := R_NormedModule)).
  - rewrite <- last. apply (join_integrals _ _ (t n)).
    + apply IH. split; [exact first | split; [reflexivity|]]. intros i small. apply lines. lia.
    + destruct (lines n ltac:(lia)) as [order [a [b line]]].
      apply (line_integral _ _ _ a b); [lra | rewrite !line by lra; field |].
      intros x between. apply line. lra.
Qed.

(** For piecewise linear f and g the areas of the trapezoids under |f - g|, cut in any way that makes it affine between
    neighbouring cuts, of which there is one, add up to one number, the integral of |f - g|, which exists. *)
Theorem theorem_2_3_6_integral_printed :
  forall (f g : R -> R) (n m : nat) (u v : R), has_at_most_pieces f n -> has_at_most_pieces g m -> u < v ->
    ex_RInt (fun x => Rabs (f x - g x)) u v /\
    (exists N t, cut_into_lines (fun x => Rabs (f x - g x)) u v N t) /\
    (forall N t, cut_into_lines (fun x => Rabs (f x - g x)) u v N t ->
      trapezoids (fun x => Rabs (f x - g x)) t N = distance f g u v).
Proof.
  intros f g n m u v few many order.
  destruct (few_points f n few) as [_ [cs [_ off]]], (few_points g m many) as [_ [ds [_ off']]].
  destruct (cuts_exist (cs ++ ds) (fun x => f x - g x) u v order) as [N [t cut]].
  { intros u' v' _ order' _ free.
    destruct (off u' v' order') as [a [b line]]; [intros c found; apply free, in_app_iff; now left|].
    destruct (off' u' v' order') as [a' [b' line']]; [intros c found; apply free, in_app_iff; now right|].
    exists (a - a'), (b - b'). intros x between. rewrite line, line' by exact between. ring. }
  split; [|split].
  - eexists. exact (trapezoids_integral _ _ _ _ _ cut).
  - now exists N, t.
  - intros M r other. symmetry. apply is_RInt_unique, trapezoids_integral, other.
Qed.
