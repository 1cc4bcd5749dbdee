(** Equation (2.8), the fit of functions with given places of their breakpoints splits into pieces: true with (2.7) as
    printed, its second inequality read with x_(i_j + 1), which leaves straight lines alone; with (2.7) turned round it
    is false for some places, where two breakpoints share an interval, and true where none do. *)

From Coq Require Import Reals Lra Lia Bool.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import training line_fits training_facts vectors_facts vectors.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_7.
Open Scope R_scope.

(** f 1 + ... + f m. *)
Definition sum_from_1 (f : nat -> R) (m : nat) : R := sum (fun k => f (S k)) m.

(** The loss of f on the data (x_k, y_k), 1 <= k <= D. *)
Definition loss_of (l : R -> R) (D : nat) (x y : nat -> R) (f : R -> R) : R :=
  sum_from_1 (fun k => l (f (x k) - y k)) D.

(** f is a_j z + b_j up to t_1 for j = 1, between t_(j-1) and t_j for 1 < j < w, and from t_(w-1) on for j = w. *)
Definition has_lines (w : nat) (t a b : nat -> R) (f : R -> R) : Prop :=
  (forall j, (1 <= j)%nat -> (S j < w)%nat -> t j <= t (S j)) /\
  forall j z, (1 <= j <= w)%nat -> j = 1%nat \/ t (j - 1)%nat <= z -> j = w \/ z <= t j -> f z = a j * z + b j.

(** The inequalities (2.7): as printed, the second one read with x_(i_j + 1), or turned round. *)
Definition inequalities := nat -> (nat -> R) -> (nat -> nat) -> (nat -> R) -> (nat -> R) -> (nat -> R) -> Prop.

(** PWL_(I,S): f has the w lines a_j z + b_j, which satisfy the inequalities, and meet at breakpoints t_j between
    x_(i_j) and x_(i_j + 1). *)
Definition in_family (rules : inequalities) (w : nat) (x : nat -> R) (i : nat -> nat) (sign : nat -> R) (f : R -> R) :
  Prop :=
  exists a b t, rules w x i sign a b /\ has_lines w t a b f /\
    forall j, (1 <= j < w)%nat -> x (i j) <= t j <= x (i j + 1)%nat /\ a j * t j + b j = a (S j) * t j + b (S j).

(** x_k lies in D_j: i_(j-1) < k <= i_j, without the first condition for j = 1 and without the second for j = w. *)
Definition in_block (w : nat) (i : nat -> nat) (k j : nat) : bool :=
  ((j =? 1) || (i (j - 1)%nat <? k))%nat && ((j =? w) || (k <=? i j))%nat.

(** The right side of (2.8) for given lines: the sum over j and over the x_k in D_j of l(a_j x_k + b_j - y_k). *)
Definition fitted (l : R -> R) (w D : nat) (x y : nat -> R) (i : nat -> nat) (lines : (nat -> R) * (nat -> R)) : R :=
  sum_from_1 (fun j => sum_from_1 (fun k =>
    if in_block w i k j then l (fst lines j * x k + snd lines j - y k) else 0) D) w.

(** Both sides of (2.8): the infima of the losses of functions and of lines. *)
Definition least_of_functions (rules : inequalities) (l : R -> R) (w D : nat) (x y : nat -> R) (i : nat -> nat)
  (sign : nat -> R) : Rbar :=
  infimum (in_family rules w x i sign) (loss_of l D x y).
Definition least_of_lines (rules : inequalities) (l : R -> R) (w D : nat) (x y : nat -> R) (i : nat -> nat)
  (sign : nat -> R) : Rbar :=
  infimum (fun lines => rules w x i sign (fst lines) (snd lines)) (fitted l w D x y i).

(** ** Each point lies in one block *)

Lemma places_increase w D i : places w D i -> forall j m, (1 <= j <= m)%nat -> (m < w)%nat -> (i j <= i m)%nat.
Proof.
  intros [_ order] j m [J M] W. induction M as [|m M IH]; [lia|]. specialize (order m ltac:(lia) W).
  specialize (IH ltac:(lia)). lia.
Qed.

Lemma sorted_increase D x : sorted D x -> forall p q, (1 <= p <= q)%nat -> (q <= S D)%nat -> x p <= x q.
Proof.
  intros order p q [P Q] L. induction Q as [|q Q IH]; [lra|]. specialize (order q ltac:(lia)).
  specialize (IH ltac:(lia)). lra.
Qed.

Lemma in_block_true w i k j : in_block w i k j = true <->
  (j = 1%nat \/ (i (j - 1)%nat < k)%nat) /\ (j = w \/ (k <= i j)%nat).
Proof.
  unfold in_block. rewrite andb_true_iff, !orb_true_iff, !Nat.eqb_eq, Nat.ltb_lt, Nat.leb_le. reflexivity.
Qed.

Lemma some_block w i k : (1 <= w)%nat -> exists j, (1 <= j <= w)%nat /\ in_block w i k j = true.
Proof.
  intros W.
  assert (K : forall m, (1 <= m <= w)%nat ->
    (exists j, (1 <= j < m)%nat /\ in_block w i k j = true) \/ (m = 1%nat \/ (i (m - 1)%nat < k)%nat)).
  { induction m as [|m IH]; intros M; [lia|]. destruct (Nat.eq_dec m 0) as [->|N]; [right; now left|].
    destruct (IH ltac:(lia)) as [(j & J & B)|first]; [left; exists j; split; [lia|exact B]|].
    destruct (le_lt_dec k (i m)) as [end_|later].
    - left. exists m. split; [lia|]. apply in_block_true. split; [exact first|now right].
    - right. right. now replace (S m - 1)%nat with m by lia. }
  destruct (K w ltac:(lia)) as [(j & J & B)|first].
  - exists j. split; [lia|exact B].
  - exists w. split; [lia|]. apply in_block_true. split; [exact first|now left].
Qed.

Lemma one_block w D i k j m : places w D i -> (1 <= j <= w)%nat -> (1 <= m <= w)%nat ->
  in_block w i k j = true -> in_block w i k m = true -> j = m.
Proof.
  intros place.
  assert (K : forall j m, (1 <= j)%nat -> (j < m <= w)%nat ->
    in_block w i k j = true -> in_block w i k m = true -> False).
  { intros j' m' J M Bj Bm. apply in_block_true in Bj as [_ [E|Bj]]; [lia|].
    apply in_block_true in Bm as [[E|Bm] _]; [lia|].
    pose proof (places_increase w D i place j' (m' - 1) ltac:(lia) ltac:(lia)). lia. }
  intros J M Bj Bm. destruct (Nat.lt_trichotomy j m) as [L|[E|L]]; [|exact E|]; exfalso.
  - apply (K j m); auto; lia.
  - apply (K m j); auto; lia.
Qed.

(** The loss of a function is that of its lines. *)
Lemma split_loss l w D x y i t a b f : (1 <= w)%nat -> sorted D x -> places w D i -> has_lines w t a b f ->
  (forall j, (1 <= j < w)%nat -> x (i j) <= t j <= x (i j + 1)%nat) ->
  fitted l w D x y i (a, b) = loss_of l D x y f.
Proof.
  intros W order place [_ lines] between. unfold fitted, loss_of, sum_from_1. rewrite sum_swap. apply sum_ext.
  intros k K. destruct (some_block w i (S k) W) as (j & J & B).
  rewrite (sum_single _ w (j - 1)).
  - replace (S (j - 1)) with j by lia. rewrite B. simpl. f_equal. f_equal. symmetry.
    apply in_block_true in B as [first last]. apply lines; [exact J| |].
    + destruct first as [E|L]; [now left|]. destruct (Nat.eq_dec j 1) as [E|N]; [now left|right].
      pose proof (between (j - 1)%nat ltac:(lia)) as [_ H]. pose proof (proj1 place (j - 1)%nat ltac:(lia)).
      eapply Rle_trans; [exact H|]. apply (sorted_increase D x order); lia.
    + destruct last as [E|L]; [now left|]. destruct (Nat.eq_dec j w) as [E|N]; [now left|right].
      pose proof (between j ltac:(lia)) as [H _]. pose proof (proj1 place j ltac:(lia)).
      eapply Rle_trans; [|exact H]. apply (sorted_increase D x order); lia.
  - lia.
  - intros m M N. destruct (in_block w i (S k) (S m)) eqn:E; [|reflexivity].
    exfalso. pose proof (one_block w D i (S k) j (S m) place J ltac:(lia) B E). lia.
Qed.

(** So functions of the family have losses that their lines have, too. *)
Lemma lines_of_functions rules l w D x y i sign : (1 <= w)%nat -> sorted D x -> places w D i ->
  Rbar_le (least_of_lines rules l w D x y i sign) (least_of_functions rules l w D x y i sign).
Proof.
  intros W order place. apply infimum_le. intros f (a & b & t & ok & lines & between).
  exists (a, b). split; [exact ok|]. right. apply (split_loss l w D x y i t a b f W order place lines).
  intros j J. now apply between.
Qed.

(** And the reverse, where lines that satisfy the inequalities are those of a function. *)
Lemma functions_of_lines (rules : inequalities) l w D x y i sign : (1 <= w)%nat -> sorted D x -> places w D i ->
  (forall a b, rules w x i sign a b -> exists f t, has_lines w t a b f /\
    forall j, (1 <= j < w)%nat -> x (i j) <= t j <= x (i j + 1)%nat /\ a j * t j + b j = a (S j) * t j + b (S j)) ->
  Rbar_le (least_of_functions rules l w D x y i sign) (least_of_lines rules l w D x y i sign).
Proof.
  intros W order place H. apply infimum_le. intros [a b] ok. destruct (H a b ok) as (f & t & lines & between).
  exists f. split; [exists a, b, t; auto|]. right. symmetry.
  apply (split_loss l w D x y i t a b f W order place lines). intros j J. now apply between.
Qed.

(** With (2.7) as printed, both sides of (2.8) are the same, for every loss. *)
Theorem equation_2_8_printed :
  forall w D x y i sign l, (1 <= w)%nat -> (1 <= D)%nat -> sorted D x -> places w D i -> slope_signs w sign ->
    least_of_functions inequalities_printed l w D x y i sign = least_of_lines inequalities_printed l w D x y i sign.
Proof.
  intros w D x y i sign l W some order place signs. apply Rbar_le_antisym; [|now apply lines_of_functions].
  apply functions_of_lines; auto. intros a b ok.
  pose proof (proj1 (proj2 (equation_2_7_repaired w D x i sign a b W some order place signs)) ok) as equal.
  assert (same : forall j, (1 <= j <= w)%nat -> a j = a 1%nat /\ b j = b 1%nat).
  { induction j as [|j IH]; intros J; [lia|]. destruct (Nat.eq_dec j 0) as [->|N]; [auto|].
    destruct (equal j ltac:(lia)) as [A B], (IH ltac:(lia)) as [A' B']. split; congruence. }
  exists (fun z => a 1%nat * z + b 1%nat), (fun j => x (i j)). split; [split|].
  - intros j J J'. pose proof (proj1 place j ltac:(lia)). pose proof (proj1 place (S j) ltac:(lia)).
    apply (sorted_increase D x order); [|lia]. pose proof (proj2 place j J J'). lia.
  - intros j z J _ _. destruct (same j J) as [-> ->]. reflexivity.
  - intros j J. destruct (equal j J) as [-> ->]. pose proof (order (i j) ltac:(now apply place)).
    rewrite Nat.add_1_r. lra.
Qed.

(** ** With (2.7) turned round *)

(** The lines j, ..., j + n, each up to the breakpoint behind it. *)
Fixpoint joined (t a b : nat -> R) (n j : nat) (z : R) : R :=
  match n with
  | O => a j * z + b j
  | S n' => if Rle_dec z (t j) then a j * z + b j else joined t a b n' (S j) z
  end.

Lemma breakpoints_increase (t : nat -> R) w : (forall j, (1 <= j)%nat -> (S j < w)%nat -> t j <= t (S j)) ->
  forall j m, (1 <= j <= m)%nat -> (m < w)%nat -> t j <= t m.
Proof.
  intros order j m [J M] W. induction M as [|m M IH]; [lra|]. specialize (order m ltac:(lia) W).
  specialize (IH ltac:(lia)). lra.
Qed.

Lemma joined_value t a b w : (forall j, (1 <= j)%nat -> (S j < w)%nat -> t j <= t (S j)) ->
  (forall j, (1 <= j < w)%nat -> a j * t j + b j = a (S j) * t j + b (S j)) ->
  forall n j m z, (1 <= j)%nat -> (j + n = w)%nat -> (j <= m <= w)%nat ->
    m = j \/ t (m - 1)%nat <= z -> m = w \/ z <= t m -> joined t a b n j z = a m * z + b m.
Proof.
  intros order meet. induction n as [|n IH]; intros j m z J E M first last; simpl.
  - assert (m = j) as -> by lia. reflexivity.
  - destruct (Rle_dec z (t j)) as [early|late].
    + (* z is a breakpoint, and so are all in between *)
      assert (chain : forall p, (j <= p <= m)%nat -> a j * z + b j = a p * z + b p).
      { induction p as [|p IHp]; intros P; [lia|]. destruct (Nat.eq_dec (S p) j) as [->|N]; [reflexivity|].
        rewrite IHp by lia. destruct first as [->|first]; [lia|].
        assert (z = t p) as ->; [|apply meet; lia].
        pose proof (breakpoints_increase t w order j p ltac:(lia) ltac:(lia)).
        pose proof (breakpoints_increase t w order p (m - 1) ltac:(lia) ltac:(lia)). lra. }
      apply chain. lia.
    + apply IH; [lia|lia| | |exact last].
      * destruct (Nat.eq_dec m j) as [->|N]; [|lia]. destruct last as [->|last]; [lia|contradiction].
      * destruct (Nat.eq_dec m (S j)) as [->|N]; [now left|]. destruct first as [->|first]; [|now right].
        destruct last as [->|last]; [lia|contradiction].
Qed.

(** Where no two breakpoints share an interval, i_1 < ... < i_(w-1), both sides are the same, for every loss. *)
Theorem equation_2_8_turned_repaired :
  forall w D x y i sign l, (1 <= w)%nat -> (1 <= D)%nat -> sorted D x -> places w D i -> slope_signs w sign ->
    (forall j, (1 <= j)%nat -> (S j < w)%nat -> (i j < i (S j))%nat) ->
    least_of_functions inequalities_turned l w D x y i sign = least_of_lines inequalities_turned l w D x y i sign.
Proof.
  intros w D x y i sign l W some order place signs apart. apply Rbar_le_antisym; [|now apply lines_of_functions].
  apply functions_of_lines; auto. intros a b ok.
  destruct (proj2 (proj1 (equation_2_7_repaired w D x i sign a b W some order place signs)) ok) as (t & H).
  assert (rise : forall j, (1 <= j)%nat -> (S j < w)%nat -> t j <= t (S j)).
  { intros j J J'. destruct (H j ltac:(lia)) as [[_ up] _]. destruct (H (S j) ltac:(lia)) as [[low _] _].
    specialize (apart j J J'). pose proof (proj1 place (S j) ltac:(lia)).
    pose proof (sorted_increase D x order (i j + 1) (i (S j)) ltac:(lia) ltac:(lia)). lra. }
  exists (joined t a b (w - 1) 1), t. split; [split; [exact rise|]|].
  - intros j z J first last. apply (joined_value t a b w rise); auto; try lia. intros m M. apply (H m M).
  - intros j J. destruct (H j J) as (between & meet & _). auto.
Qed.

(** ** Two breakpoints in one interval *)

Definition square (t : R) : R := t ^ 2.

(** Points -2, -1, 1, 2, and 3 beyond, with labels 0, 0, -1, -1; two breakpoints between -1 and 1, where the slope first
    rises and then falls. *)
Definition four_points (k : nat) : R := if (k <=? 2)%nat then INR k - 3 else INR k - 2.
Definition four_labels (k : nat) : R := if (k <=? 2)%nat then 0 else -1.
Definition rise_and_fall (j : nat) : R := 3 - 2 * INR j.

Lemma functions_miss f : in_family inequalities_turned 3 four_points (fun _ => 2%nat) rise_and_fall f ->
  1 / 14 <= loss_of square 4 four_points four_labels f.
Proof.
  intros (a & b & t & ok & [order lines] & between).
  destruct (ok 1%nat ltac:(lia)) as (_ & _ & rise). unfold rise_and_fall in rise. simpl in rise.
  destruct (between 1%nat ltac:(lia)) as [B1 meet1]. destruct (between 2%nat ltac:(lia)) as [B2 meet2].
  specialize (order 1%nat ltac:(lia) ltac:(lia)). unfold four_points in B1, B2. simpl in B1, B2, meet1, meet2.
  assert (left : forall z, z <= t 1%nat -> f z = a 1%nat * z + b 1%nat).
  { intros z Z. apply lines; [lia|now left|now right]. }
  assert (right : forall z, t 2%nat <= z -> f z = a 3%nat * z + b 3%nat).
  { intros z Z. apply lines; [lia|now right|now left]. }
  unfold loss_of, sum_from_1, square, four_points, four_labels. simpl.
  replace (1 - 3) with (-2) by ring. replace (1 + 1 - 3) with (-1) by ring. replace (1 + 1 + 1 - 2) with 1 by ring.
  replace (1 + 1 + 1 + 1 - 2) with 2 by ring.
  rewrite (left (-2)), (left (-1)), (right 1), (right 2) by lra. set (h := t 2%nat) in *.
  assert (above : a 3%nat * h + b 3%nat >= a 1%nat * h + b 1%nat) by nra.
  set (r1 := a 1%nat * -2 + b 1%nat - 0). set (r2 := a 1%nat * -1 + b 1%nat - 0).
  set (r3 := a 3%nat * 1 + b 3%nat - -1). set (r4 := a 3%nat * 2 + b 3%nat - -1).
  assert (sum : (1 + h) * r1 - (2 + h) * r2 + (2 - h) * r3 - (1 - h) * r4 >= 1) by (unfold r1, r2, r3, r4; lra).
  pose proof (pow2_ge_0 (r1 - (1 + h) / 14)). pose proof (pow2_ge_0 (r2 + (2 + h) / 14)).
  pose proof (pow2_ge_0 (r3 - (2 - h) / 14)). pose proof (pow2_ge_0 (r4 + (1 - h) / 14)).
  assert (h ^ 2 <= 1) by nra. clearbody r1 r2 r3 r4. lra.
Qed.

(** Not for all i_1 <= ... <= i_(w-1): with the squared loss and three lines, two breakpoints between the second and the
    third of four points, the lines 0, 2 z and -1 leave no loss, and functions 1/14 at least. *)
Theorem equation_2_8_turned_printed_refuted :
  ~ (forall w D x y i sign l, (1 <= w)%nat -> (1 <= D)%nat -> sorted D x -> places w D i -> slope_signs w sign ->
      (forall p q s, 0 <= s <= 1 -> l (s * p + (1 - s) * q) <= s * l p + (1 - s) * l q) ->
      least_of_functions inequalities_turned l w D x y i sign = least_of_lines inequalities_turned l w D x y i sign).
Proof.
  intros H. specialize (H 3%nat 4%nat four_points four_labels (fun _ => 2%nat) rise_and_fall square
    ltac:(lia) ltac:(lia)).
  assert (high : Rbar_le (1 / 14) (least_of_functions inequalities_turned square 3 4 four_points four_labels
    (fun _ => 2%nat) rise_and_fall)) by (apply infimum_above; exact functions_miss).
  rewrite H in high.
  - set (a := fun j => if (j =? 2)%nat then 2 else 0). set (b := fun j => if (j =? 3)%nat then -1 else 0).
    assert (low : Rbar_le (least_of_lines inequalities_turned square 3 4 four_points four_labels (fun _ => 2%nat)
      rise_and_fall) 0).
    { replace 0 with (fitted square 3 4 four_points four_labels (fun _ => 2%nat) (a, b)).
      - apply (infimum_below (fun lines => inequalities_turned 3 four_points (fun _ => 2%nat) rise_and_fall (fst lines)
          (snd lines))). intros j J. unfold four_points, rise_and_fall, a, b.
        assert (j = 1%nat \/ j = 2%nat) as [-> | ->] by lia; simpl; lra.
      - unfold fitted, sum_from_1, in_block, square, four_points, four_labels, a, b. simpl. ring. }
    pose proof (Rbar_le_trans _ _ _ high low) as C. simpl in C. lra.
  - intros k K. assert (k = 1 \/ k = 2 \/ k = 3 \/ k = 4)%nat as [-> |[-> |[-> | ->]]] by lia;
      unfold four_points; simpl; lra.
  - split; intros; lia.
  - intros j J. assert (j = 1%nat \/ j = 2%nat) as [-> | ->] by lia; unfold rise_and_fall; simpl; [left|right]; ring.
  - intros p q s S. unfold square. assert (0 <= s * (1 - s) * (p - q) ^ 2); [|nra].
    apply Rmult_le_pos; [apply Rmult_le_pos|apply pow2_ge_0]; lra.
Qed.

(** ** Over all signs *)

(** The number of the block of the point k, from j on. *)
Fixpoint block_from (i : nat -> nat) (k n j : nat) : nat :=
  match n with
  | O => j
  | S n' => if (k <=? i j)%nat then j else block_from i k n' (S j)
  end.
Definition block (w : nat) (i : nat -> nat) (k : nat) : nat := block_from i k (w - 1) 1.

Lemma block_from_holds w i k n j : (1 <= j)%nat -> (j + n = w)%nat -> j = 1%nat \/ (i (j - 1)%nat < k)%nat ->
  (1 <= block_from i k n j <= w)%nat /\ in_block w i k (block_from i k n j) = true.
Proof.
  revert j. induction n as [|n IH]; intros j J E first; simpl.
  - split; [lia|]. apply in_block_true. split; [exact first|left; lia].
  - destruct (Nat.leb_spec k (i j)) as [L|L].
    + split; [lia|]. apply in_block_true. split; [exact first|now right].
    + apply IH; [lia|lia|]. right. now replace (S j - 1)%nat with j by lia.
Qed.

Lemma block_is w D i k j : places w D i -> (1 <= j <= w)%nat -> in_block w i k j = true -> block w i k = j.
Proof.
  intros place J B. destruct (block_from_holds w i k (w - 1) 1) as [L H]; [lia|lia|now left|].
  exact (one_block w D i k _ j place L J H B).
Qed.

Section Bridges.
Variables (w D : nat) (x : nat -> R) (i : nat -> nat) (a b t : nat -> R).
Hypotheses (order : sorted D x) (place : places w D i).
Hypothesis between : forall j, (1 <= j < w)%nat ->
  x (i j) <= t j <= x (i j + 1)%nat /\ a j * t j + b j = a (S j) * t j + b (S j).

(** The value at x_k of the line whose block has x_k. *)
Let value (k : nat) : R := a (block w i k) * x k + b (block w i k).

(** The line j lies between two breakpoints in one interval. *)
Let bridges (j : nat) : bool := ((2 <=? j) && (j <? w) && (i (j - 1) =? i j))%nat.

(** Such lines are replaced by the line through the values at both ends of the interval. *)
Let slope (j : nat) : R := (value (i j + 1) - value (i j)) / (x (i j + 1)%nat - x (i j)).
Let a' (j : nat) : R := if bridges j then slope j else a j.
Let b' (j : nat) : R := if bridges j then value (i j) - slope j * x (i j) else b j.

(** Of the breakpoints in one interval, the last one is moved to its right end, and the others to its left end. *)
Let t' (j : nat) : R := if bridges (S j) then x (i j) else if bridges j then x (i j + 1)%nat else t j.

Lemma bridges_true j : bridges j = true <-> (2 <= j < w)%nat /\ i (j - 1)%nat = i j.
Proof. unfold bridges. rewrite !andb_true_iff, Nat.leb_le, Nat.ltb_lt, Nat.eqb_eq. tauto. Qed.

Lemma bridges_false j : bridges j = false -> (2 <= j < w)%nat -> i (j - 1)%nat <> i j.
Proof. intros H J E. assert (bridges j = true) by (apply bridges_true; auto). congruence. Qed.

Lemma wide j : (1 <= j < w)%nat -> x (i j) < x (i j + 1)%nat.
Proof. intros J. rewrite Nat.add_1_r. apply order, place, J. Qed.

Lemma bridge_ends j : bridges j = true ->
  a' j * x (i j) + b' j = value (i j) /\ a' j * x (i j + 1)%nat + b' j = value (i j + 1).
Proof.
  intros B. unfold a', b'. rewrite B. apply bridges_true in B as [J _]. pose proof (wide j ltac:(lia)).
  unfold slope. split; field; lra.
Qed.

Lemma moved_inside j : (1 <= j < w)%nat -> x (i j) <= t' j <= x (i j + 1)%nat.
Proof.
  intros J. pose proof (wide j J). destruct (between j J) as [B _]. unfold t'.
  destruct (bridges (S j)); [lra|]. destruct (bridges j); lra.
Qed.

Lemma moved_increase j : (1 <= j)%nat -> (S j < w)%nat -> t' j <= t' (S j).
Proof.
  intros J J'. pose proof (moved_inside j ltac:(lia)) as [_ up]. pose proof (moved_inside (S j) ltac:(lia)) as [low _].
  destruct (bridges (S j)) eqn:B.
  - unfold t' at 1. rewrite B. apply bridges_true in B as [_ E]. replace (S j - 1)%nat with j in E by lia.
    rewrite E. exact low.
  - apply bridges_false in B; [|lia]. replace (S j - 1)%nat with j in B by lia.
    pose proof (proj2 place j J J'). pose proof (proj1 place (S j) ltac:(lia)).
    pose proof (sorted_increase D x order (i j + 1) (i (S j)) ltac:(lia) ltac:(lia)). lra.
Qed.

Lemma moved_meet j : (1 <= j < w)%nat -> a' j * t' j + b' j = a' (S j) * t' j + b' (S j).
Proof.
  intros J. unfold t'. destruct (bridges (S j)) eqn:next.
  - pose proof (bridge_ends (S j) next) as [right _]. pose proof next as N. apply bridges_true in N as [W E].
    replace (S j - 1)%nat with j in E by lia. rewrite <- E in right. rewrite right.
    destruct (bridges j) eqn:here; [apply bridge_ends, here|].
    unfold a', b'. rewrite here. unfold value. rewrite (block_is w D i (i j) j); [reflexivity|exact place|lia|].
    apply in_block_true. split; [|right; lia]. destruct (Nat.eq_dec j 1) as [->|N1]; [now left|right].
    pose proof (bridges_false j here ltac:(lia)). pose proof (proj2 place (j - 1)%nat ltac:(lia)) as rise.
    replace (S (j - 1)) with j in rise by lia. specialize (rise ltac:(lia)). lia.
  - destruct (bridges j) eqn:here.
    + pose proof (bridge_ends j here) as [_ left]. rewrite left. unfold a', b'. rewrite next. unfold value.
      rewrite (block_is w D i (i j + 1) (S j)); [reflexivity|exact place|lia|]. apply in_block_true.
      replace (S j - 1)%nat with j by lia. split; [right; lia|].
      destruct (Nat.eq_dec (S j) w) as [E|N]; [now left|right].
      pose proof (bridges_false (S j) next ltac:(lia)) as B. replace (S j - 1)%nat with j in B by lia.
      pose proof (proj2 place j ltac:(lia) ltac:(lia)). lia.
    + unfold a', b'. rewrite here, next. now apply between.
Qed.

(** With other signs, the new lines respect the places, and they fit the data as the old ones do. *)
Lemma bridged : (1 <= w)%nat -> (1 <= D)%nat -> exists sign f,
  slope_signs w sign /\ in_family inequalities_turned w x i sign f /\
  forall l y, loss_of l D x y f = fitted l w D x y i (a, b).
Proof.
  intros W some. set (sign := fun j => if Rle_dec (a' j) (a' (S j)) then 1 else -1).
  assert (signs : slope_signs w sign) by (intros j _; unfold sign; destruct Rle_dec; auto).
  exists sign, (joined t' a' b' (w - 1) 1). split; [exact signs|].
  assert (lines : has_lines w t' a' b' (joined t' a' b' (w - 1) 1)).
  { split; [exact moved_increase|]. intros j z J first last.
    apply (joined_value t' a' b' w moved_increase moved_meet); auto; lia. }
  split.
  - exists a', b', t'. split; [|split; [exact lines|intros j J; split; [now apply moved_inside|now apply moved_meet]]].
    apply (proj1 (equation_2_7_repaired w D x i sign a' b' W some order place signs)). exists t'. intros j J.
    split; [now apply moved_inside|]. split; [now apply moved_meet|]. unfold sign.
    destruct (Rle_dec (a' j) (a' (S j))); split; intros; lra.
  - intros l y. rewrite <- (split_loss l w D x y i t' a' b' _ W order place lines moved_inside).
    unfold fitted, sum_from_1. apply sum_ext. intros j J. apply sum_ext. intros k K. cbn [fst snd].
    destruct (in_block w i (S k) (S j)) eqn:B; [|reflexivity]. unfold a', b'.
    destruct (bridges (S j)) eqn:E; [|reflexivity]. exfalso. apply bridges_true in E as [inner E].
    apply in_block_true in B as [[B|B] [B'|B']]; lia.
Qed.

End Bridges.

(** Over all signs S, the least losses on both sides of (2.8) are the same, for every loss and all places. *)
Theorem equation_2_8_all_signs_printed :
  forall w D x y i l, (1 <= w)%nat -> (1 <= D)%nat -> sorted D x -> places w D i ->
    infimum (fun f => exists sign, slope_signs w sign /\ in_family inequalities_turned w x i sign f)
      (loss_of l D x y) =
    infimum (fun lines => exists sign, slope_signs w sign /\ inequalities_turned w x i sign (fst lines) (snd lines))
      (fitted l w D x y i).
Proof.
  intros w D x y i l W some order place. apply Rbar_le_antisym; apply infimum_le.
  - intros [a b] (sign & signs & ok). simpl in ok.
    destruct (proj2 (proj1 (equation_2_7_repaired w D x i sign a b W some order place signs)) ok) as (t & H).
    destruct (bridged w D x i a b t order place) as (sign' & f & signs' & member & same); auto.
    { intros j J. destruct (H j J) as (inside & meet & _). auto. }
    exists f. split; [now exists sign'|]. right. apply same.
  - intros f (sign & signs & a & b & t & ok & lines & between). exists (a, b). split; [now exists sign|].
    right. apply (split_loss l w D x y i t a b f W order place lines). intros j J. now apply between.
Qed.
