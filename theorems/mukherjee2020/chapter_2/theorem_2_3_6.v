(** The integrals in the proof of Theorem 2.3.6 of Mukherjee 2020: how far affine functions are from one triangle of the
    wave s_q, and functions with few pieces from the whole wave, in the mean over [0, 1]. All integrals that occur
    exist, as triangle_distance_integrable and wave_distance_integrable say. *)

From Coq Require Import Reals List Arith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import sawtooth piecewise triangles triangles_facts.
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

(** It holds where the line is neither below an end of the base nor above the apex, so that it crosses both sides. *)
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

(** On a triangle of s_q, cut at its apex and rescaled to width 2. *)
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

(** Few pieces make an error of at least delta. *)
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

(** Half a piece fewer, as the budget of the theorem has it, make it 1/(4 q) more. *)
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
