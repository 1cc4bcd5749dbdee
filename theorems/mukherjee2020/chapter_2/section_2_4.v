(** Section 2.4, exact training in numbers: a network of least loss need not exist; hyperplanes part points in more than
    2 C(D, n) ways, but in at most D^n if n, D >= 2; guesses; and the places of breakpoints on the line. *)

From Coq Require Import Reals List Lra Lia Factorial FinFun Classical ClassicalDedekindReals.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts boolean boolean_facts binomials.
From Marginalia.formal Require Import sign_patterns_facts moment_curve_facts andreev andreev_facts training.
From Marginalia.formal Require Import training_facts lists_facts numbers_facts.
Import ListNotations.
Open Scope R_scope.

(** ** A global optimum need not exist *)

Lemma exp_above_tangent u m : exp m * (1 + (u - m)) <= exp u.
Proof.
  replace (exp u) with (exp m * exp (u - m)) by (rewrite <- exp_plus; f_equal; ring).
  apply Rmult_le_compat_l; [left; apply exp_pos|].
  destruct (Req_dec (u - m) 0) as [->|N]; [rewrite exp_0; lra|left; now apply exp_ineq1].
Qed.

(** The exponential loss e^(-z y). *)
Definition exponential (z y : R) : R := exp (- (z * y)).

Lemma exponential_convex : convex_loss exponential.
Proof.
  intros p q t y [low high]. unfold exponential. set (m := - ((t * p + (1 - t) * q) * y)).
  pose proof (exp_above_tangent (- (p * y)) m) as P. pose proof (exp_above_tangent (- (q * y)) m) as Q.
  apply (Rmult_le_compat_l t) in P; [|exact low]. apply (Rmult_le_compat_l (1 - t)) in Q; [|lra].
  replace (exp m) with (t * (exp m * (1 + (- (p * y) - m))) + (1 - t) * (exp m * (1 + (- (q * y) - m)))); [lra|].
  unfold m at 2 4. ring.
Qed.

Lemma sum_first h w : (1 <= w)%nat -> sum (fun i => (if Nat.eq_dec i 0 then 1 else 0) * h i) w = h 0%nat.
Proof.
  intros W. induction W as [|w W IH]; [simpl; ring|]. cbn [sum]. rewrite IH. destruct w; [lia|]. simpl. ring.
Qed.

(** No network has the least exponential loss for one data point with the label 1: its output can be larger. *)
Lemma no_optimum n w x v g : (1 <= w)%nat -> points_of n 1 x -> ~ optimal n w exponential 1 x (fun _ => 1) v g.
Proof.
  intros W points [_ best]. set (height := Rmax 0 (two_layers w v g (x 0%nat)) + 1).
  assert (over : 0 <= height /\ two_layers w v g (x 0%nat) < height).
  { unfold height. pose proof (Rmax_l 0 (two_layers w v g (x 0%nat))).
    pose proof (Rmax_r 0 (two_layers w v g (x 0%nat))). lra. }
  specialize (best (fun i => if Nat.eq_dec i 0 then 1 else 0) (fun _ => Gate (origin n) height)).
  assert (value : two_layers w (fun i => if Nat.eq_dec i 0 then 1 else 0) (fun _ => Gate (origin n) height) (x 0%nat)
    = height).
  { unfold two_layers. rewrite (sum_first (fun _ => relu (gate_value (Gate (origin n) height) (x 0%nat)))) by exact W.
    unfold gate_value. simpl. rewrite dot_origin_l, relu_nonneg by lra. ring. }
  unfold loss, exponential in best. simpl in best. rewrite value in best.
  specialize (best ltac:(intros i _; apply length_origin)).
  pose proof (exp_increasing (- (height * 1)) (- (two_layers w v g (x 0%nat) * 1)) ltac:(lra)). lra.
Qed.

(** Some loss is positive and convex in its first argument, but for a single data point with the label 1 no network of
    width w has the least loss, whatever n, w >= 1 and the point. *)
Theorem section_2_4_erm_attainment_printed :
  exists l, convex_loss l /\ (forall z y, l z y > 0) /\
    forall n w x v g, (1 <= n)%nat -> (1 <= w)%nat -> points_of n 1 x -> ~ optimal n w l 1 x (fun _ => 1) v g.
Proof.
  exists exponential. split; [exact exponential_convex|]. split; [intros; apply exp_pos|].
  intros n w x v g _ W points. now apply no_optimum.
Qed.

(** ** Active sets *)

(** For a network (2.4) and data there are sets S_j of units, so that f(x_j) is the sum of s_i (a_i x_j + b_i) over i in
    S_j, and the points j with i in S_j are those with a_i x_j + b_i > 0, the others those with a_i x_j + b_i <= 0. *)
Theorem section_2_4_partition_induced_printed :
  forall n w D s g x, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> gates_read n w g -> points_of n D x ->
    exists active : nat -> nat -> bool,
      (forall j, (j < D)%nat ->
        two_layers w s g (x j) = sum (fun i => if active j i then s i * gate_value (g i) (x j) else 0) w) /\
      (forall i j, (i < w)%nat -> (j < D)%nat ->
        (active j i = true <-> gate_value (g i) (x j) > 0) /\ (active j i = false <-> gate_value (g i) (x j) <= 0)).
Proof.
  intros n w D s g x _ _ _ _ _. exists (fun j i => activated x g i j). split.
  - intros j J. exact (in_cell_value w D x s _ g j (activated_cell w D x g) J).
  - intros i j _ _. unfold activated. destruct (Rlt_dec 0 (gate_value (g i) (x j))); split; split; intros K;
      try discriminate; auto; lra.
Qed.

(** ** Powers and binomial coefficients *)

Lemma power_grows D m : (D ^ S m + S m * D ^ m <= S D ^ S m)%nat.
Proof.
  induction m as [|m IH]; [simpl; lia|].
  change (S D ^ S (S m))%nat with (S D * S D ^ S m)%nat. change (D ^ S (S m))%nat with (D * D ^ S m)%nat.
  apply Nat.le_trans with (S D * (D ^ S m + S m * D ^ m))%nat; [|apply Nat.mul_le_mono_l, IH].
  change (D ^ S m)%nat with (D * D ^ m)%nat. nia.
Qed.

(** n! C(D, n) <= D^n. *)
Theorem section_2_4_binom_bound_sharpened : forall D n, (fact n * binomial D n <= D ^ n)%nat.
Proof.
  induction D as [|D IH]; intros [|n]; simpl binomial; try (simpl; lia).
  pose proof (IH n) as A. pose proof (IH (S n)) as B. pose proof (power_grows D n) as C.
  change (fact (S n)) with (S n * fact n)%nat in *. nia.
Qed.

(** 2 C(D, n) <= D^n for D >= 1 if n >= 2, and for no other n. *)
Theorem section_2_4_binom_bound_printed :
  forall D, (1 <= D)%nat ->
    (forall n, (2 <= n)%nat -> (2 * binomial D n <= D ^ n)%nat) /\
    (forall n, (n <= 1)%nat -> (2 * binomial D n > D ^ n)%nat).
Proof.
  assert (zero : forall D, binomial D 0 = 1%nat) by now intros [|D].
  assert (one : forall D, binomial D 1 = D).
  { induction D as [|D IH]; [reflexivity|]. simpl. rewrite zero, IH. lia. }
  intros D some. split.
  - intros n two. pose proof (section_2_4_binom_bound_sharpened D n) as H.
    assert (F : (2 <= fact n)%nat) by (change 2%nat with (fact 2); now apply fact_le). nia.
  - intros [|[|n]] small; [| |lia]; rewrite ?zero, ?one; simpl; lia.
Qed.

(** ** Partitions by hyperplanes *)

(** The origin and the unit vectors of R^4. *)
Definition simplex (j : nat) : point := match j with O => origin 4 | S k => nth k (identity 4) [] end.

Lemma simplex_parted p : length p = 5%nat -> partition_of 4 5 simplex p.
Proof.
  intros L. split; [exact L|].
  destruct p as [|b0 [|b1 [|b2 [|b3 [|b4 [|]]]]]]; try discriminate.
  exists [sign b1 - sign b0; sign b2 - sign b0; sign b3 - sign b0; sign b4 - sign b0], (sign b0).
  split; [reflexivity|]. intros j J.
  assert (K : forall b t, t = sign b -> (b = true <-> t > 0)).
  { intros [|] t ->; simpl; split; intros; try reflexivity; try discriminate; lra. }
  destruct j as [|[|[|[|[|j]]]]]; [..|lia]; simpl nth; apply K; simpl; ring.
Qed.

(** D points of R^n, n >= 2, may have more than 2 C(D, n) partitions by hyperplanes: the origin and the unit vectors of
    R^4 have 32, and 2 C(5, 4) = 10. *)
Theorem section_2_4_partition_count_printed_refuted :
  ~ (forall n D x partitions, (2 <= n)%nat -> (1 <= D)%nat -> points_of n D x ->
      NoDup partitions -> Forall (partition_of n D x) partitions -> (length partitions <= 2 * binomial D n)%nat).
Proof.
  intros H. specialize (H 4%nat 5%nat simplex (cube 5) ltac:(lia) ltac:(lia)). rewrite length_cube in H.
  enough (32 <= 10)%nat by lia. apply H.
  - intros j J. destruct j as [|[|[|[|[|j]]]]]; [..|lia]; reflexivity.
  - apply cube_distinct.
  - apply Forall_forall. intros p P. now apply simplex_parted, in_cube.
Qed.

(** What is positive among D numbers is so by a margin. *)
Lemma margin (f : nat -> R) D : exists eps, 0 < eps /\ forall j, (j < D)%nat -> f j > 0 -> f j > eps.
Proof.
  destruct (gap_below_zero D (fun j => - f j)) as (p & pos & apart). exists (p / 2). split; [lra|]. intros j J K.
  specialize (apart j J ltac:(lra)). lra.
Qed.

Lemma pattern_from_entries (v : nat -> point) r s a :
  (forall j, (j < length s)%nat -> has_sign (nth j s false) (dot r (v (a + j)%nat))) ->
  Forall2 (fun c u => has_sign c (dot r u)) s (map v (seq a (length s))).
Proof.
  revert a. induction s as [|c s IH]; intros a H; [constructor|]. simpl. constructor.
  - specialize (H 0%nat ltac:(simpl; lia)). now rewrite Nat.add_0_r in H.
  - apply IH. intros j J. specialize (H (S j) ltac:(simpl; lia)). now rewrite Nat.add_succ_r in H.
Qed.

(** A partition is a pattern of signs of the points with a coordinate 1 added: a hyperplane can be moved off them. *)
Lemma partition_realized n D x p : partition_of n D x p ->
  realized (S n) (map (fun j => 1 :: x j) (seq 0 D)) p.
Proof.
  intros (<- & c & delta & Lc & H). destruct (margin (fun j => dot c (x j) + delta) (length p)) as (eps & pos & M).
  exists (delta - eps :: c). split; [simpl; congruence|]. apply pattern_from_entries. intros j J. simpl.
  specialize (H j J). destruct (nth j p false).
  - destruct H as [H _]. specialize (M j J (H eq_refl)). simpl. lra.
  - assert (~ dot c (x j) + delta > 0) by (intros K; apply H in K; discriminate). simpl. lra.
Qed.

Lemma partitions_bounded n D x partitions : (1 <= D)%nat -> points_of n D x ->
  NoDup partitions -> Forall (partition_of n D x) partitions ->
  (length partitions <= 2 * binomial_sum (D - 1) (n + 1))%nat.
Proof.
  intros some points distinct all. rewrite Nat.add_1_r.
  apply (patterns_bounded (D - 1) (S n) (map (fun j => 1 :: x j) (seq 0 D))); auto.
  - rewrite map_length, seq_length. lia.
  - apply Forall_map, Forall_forall. intros j J. apply in_seq in J. simpl. f_equal. apply points. lia.
  - eapply Forall_impl; [|exact all]. intros p. apply partition_realized.
Qed.

Lemma regions_below_power n D : (2 <= n)%nat -> (2 <= D)%nat -> (2 * binomial_sum (D - 1) (n + 1) <= D ^ n)%nat.
Proof.
  intros N two. destruct D as [|m]; [lia|]. replace (S m - 1)%nat with m by lia.
  pose proof (section_2_4_binom_bound_printed m ltac:(lia)) as [B _].
  induction N as [|n N IH].
  - simpl (2 + 1)%nat. rewrite !binomial_sum_S. specialize (B 2%nat ltac:(lia)). unfold binomial_sum. simpl.
    assert (E : binomial m 0 = 1%nat) by now destruct m.
    assert (F : forall k, binomial k 1 = k).
    { induction k as [|k IH]; [reflexivity|]. simpl. rewrite IH. destruct k; simpl; lia. }
    assert (G : (2 * binomial m 2 = m * (m - 1))%nat).
    { clear - F. induction m as [|m IH]; [reflexivity|]. simpl binomial. rewrite F. nia. }
    rewrite E, F. nia.
  - replace (S n + 1)%nat with (S (n + 1)) by lia. rewrite binomial_sum_S.
    specialize (B (n + 1)%nat ltac:(lia)). rewrite Nat.add_1_r in *. change (S m ^ S n)%nat with (S m * S m ^ n)%nat.
    change (m ^ S n)%nat with (m * m ^ n)%nat in B.
    assert (P : (m ^ n <= S m ^ n)%nat) by (apply Nat.pow_le_mono_l; lia). nia.
Qed.

(** They have at most 2 (C(D-1, 0) + ... + C(D-1, n)) partitions by hyperplanes, for all n, D >= 1; and at most D^n if
    n, D >= 2. *)
Theorem section_2_4_partition_count_repaired :
  (forall n D x partitions, (1 <= n)%nat -> (1 <= D)%nat -> points_of n D x ->
    NoDup partitions -> Forall (partition_of n D x) partitions ->
    (length partitions <= 2 * binomial_sum (D - 1) (n + 1))%nat) /\
  (forall n D x partitions, (2 <= n)%nat -> (2 <= D)%nat -> points_of n D x ->
    NoDup partitions -> Forall (partition_of n D x) partitions -> (length partitions <= D ^ n)%nat).
Proof.
  split.
  - intros n D x partitions _. apply partitions_bounded.
  - intros n D x partitions N two points distinct all. eapply Nat.le_trans; [|now apply regions_below_power].
    apply (partitions_bounded n D x); auto. lia.
Qed.

(** The points (t, t^2, ..., t^n), t = 0, ..., D - 1. *)
Definition curve (n j : nat) : point := scale (INR j) (moments n (INR j)).

Lemma entries_of_pattern (P : bool -> point -> Prop) (v : nat -> point) s a m :
  Forall2 P s (map v (seq a m)) -> forall j, (j < m)%nat -> P (nth j s false) (v (a + j)%nat).
Proof.
  revert s a. induction m as [|m IH]; intros s a H j J; [lia|].
  simpl in H. inversion H as [|c u s' l' first rest]; subst. destruct j as [|j]; simpl.
  - now rewrite Nat.add_0_r.
  - rewrite Nat.add_succ_r. apply (IH s' (S a) rest). lia.
Qed.

(** For all n, D >= 1 some D points of R^n, on the moment curve, have 2 (C(D-1, 0) + ... + C(D-1, n)) different
    partitions by hyperplanes. *)
Theorem section_2_4_partition_count_sharpened :
  forall n D, (1 <= n)%nat -> (1 <= D)%nat ->
    exists x partitions, points_of n D x /\ NoDup partitions /\ Forall (partition_of n D x) partitions /\
      length partitions = (2 * binomial_sum (D - 1) (n + 1))%nat.
Proof.
  intros n D _ some. exists (curve n), (changing true n (D - 1) ++ changing false n (D - 1)). split; [|split; [|split]].
  - intros j _. unfold curve. rewrite (length_scale n); [reflexivity|apply length_moments].
  - apply app_distinct; try apply changing_distinct. intros s T F.
    apply changing_begin in T as (t & ->). apply changing_begin in F as (u & E). discriminate.
  - apply Forall_forall. intros s I.
    assert (R : realized (S n) (on_curve (S n) D) s).
    { replace D with (S (D - 1)) by lia. apply in_app_or in I as [I|I]; exact (changing_realized n _ _ s I). }
    pose proof (realized_length _ _ _ R) as L. unfold on_curve in L. rewrite map_length, seq_length in L.
    split; [exact L|]. destruct R as ([|delta c] & Lr & R); [discriminate|]. exists c, delta.
    split; [now injection Lr|]. intros j J. apply (entries_of_pattern _ _ _ _ _ R) in J. simpl in J. unfold curve.
    destruct (nth j s false); simpl in J; split; intros K; try reflexivity; try discriminate; lra.
  - rewrite app_length, !length_changing, Nat.add_1_r. lia.
Qed.

(** ** Guesses *)

(** For n >= 2 the guesses are not always at most 2^w D^(nw). This fails for D = 1 only: one point has 4^w guesses, four
    and not two for w = 1. *)
Theorem section_2_4_guess_count_printed_refuted :
  ~ (forall n w D x, (2 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x ->
      exists guesses, (length guesses <= 2 ^ w * D ^ (n * w))%nat /\
        forall guess, In guess guesses <-> is_guess n w D x guess).
Proof.
  intros H. destruct (H 2%nat 1%nat 1%nat (fun _ => origin 2) (le_n 2) (le_n 1) (le_n 1)) as (guesses & few & all).
  { intros j _. reflexivity. }
  set (four := [[(true, [true])]; [(true, [false])]; [(false, [true])]; [(false, [false])]]).
  assert (distinct : NoDup four) by (repeat constructor; simpl; intuition discriminate).
  enough (included : incl four guesses) by (pose proof (NoDup_incl_length distinct included); simpl in *; lia).
  assert (both : forall b, partition_of 2 1 (fun _ => origin 2) [b]).
  { intros b. split; [reflexivity|]. exists (origin 2), (sign b). split; [reflexivity|]. intros j J.
    assert (j = 0%nat) as -> by lia. rewrite dot_origin_l. simpl. destruct b; simpl; split; intros K;
      try reflexivity; try discriminate; lra. }
  intros guess I. apply all. simpl in I. decompose [or] I; subst; try contradiction; split; try reflexivity;
    repeat constructor; apply both.
Qed.

(** All partitions by hyperplanes, each once. *)
Definition all_partitions (n D : nat) (x : nat -> point) : list (list bool) :=
  filter (fun p => if sig_not_dec (is_partition n D x (fun j => nth j p false)) then true else false) (cube D).

Lemma in_all_partitions n D x p : In p (all_partitions n D x) <-> partition_of n D x p.
Proof.
  unfold all_partitions, partition_of. rewrite filter_In, in_cube.
  destruct (sig_not_dec (is_partition n D x (fun j => nth j p false))) as [yes|no].
  - apply NNPP in yes. tauto.
  - split; intros [_ H]; [discriminate|contradiction].
Qed.

(** All guesses. *)
Definition all_guesses (n w D : nat) (x : nat -> point) : list (list (bool * list bool)) :=
  lists_of w (list_prod [true; false] (all_partitions n D x)).

Lemma in_all_guesses n w D x guess : In guess (all_guesses n w D x) <-> is_guess n w D x guess.
Proof.
  unfold all_guesses, is_guess. rewrite in_lists_of. split; intros [L all]; (split; [exact L|]);
    (eapply Forall_impl; [|exact all]); intros [b p] H; cbn [snd] in *.
  - apply in_prod_iff in H as [_ H]. now apply in_all_partitions.
  - apply in_prod_iff. split; [destruct b; simpl; auto|now apply in_all_partitions].
Qed.

Lemma length_all_guesses n w D x : length (all_guesses n w D x) = ((2 * length (all_partitions n D x)) ^ w)%nat.
Proof. unfold all_guesses. rewrite length_lists_of, prod_length. reflexivity. Qed.

Lemma all_partitions_listed n D x :
  NoDup (all_partitions n D x) /\ Forall (partition_of n D x) (all_partitions n D x).
Proof.
  split; [apply NoDup_filter, cube_distinct|]. apply Forall_forall. intros p. apply in_all_partitions.
Qed.

Lemma guesses_below_power n w D x : (2 <= n)%nat -> (2 <= D)%nat -> points_of n D x ->
  (length (all_guesses n w D x) <= 2 ^ w * D ^ (n * w))%nat.
Proof.
  intros N two points. rewrite length_all_guesses, Nat.pow_mul_r, <- Nat.pow_mul_l. apply Nat.pow_le_mono_l.
  destruct (all_partitions_listed n D x) as [distinct all].
  pose proof (proj2 section_2_4_partition_count_repaired n D x _ N two points distinct all). lia.
Qed.

(** For n >= 2 and at least two points there are at most 2^w D^(nw) guesses. *)
Theorem section_2_4_guess_count_repaired :
  forall n w D x, (2 <= n)%nat -> (1 <= w)%nat -> (2 <= D)%nat -> points_of n D x ->
    exists guesses, (length guesses <= 2 ^ w * D ^ (n * w))%nat /\
      forall guess, In guess guesses <-> is_guess n w D x guess.
Proof.
  intros n w D x N _ two points. exists (all_guesses n w D x).
  split; [now apply guesses_below_power|]. intros guess. apply in_all_guesses.
Qed.

(** ** One input: the places of the breakpoints *)

(** A tuple 1 <= i_1 <= ... <= i_(w-1) <= D. *)
Definition is_tuple (w D : nat) (t : list nat) : Prop :=
  length t = (w - 1)%nat /\ (forall k, (k < w - 1)%nat -> (1 <= nth k t 0 <= D)%nat) /\
  (forall k, (S k < w - 1)%nat -> (nth k t 0 <= nth (S k) t 0)%nat).

(** The number of these tuples is not C(D, w): for w = D = 2 there are two, (1) and (2), and C(2, 2) = 1. *)
Theorem section_2_4_i_count_printed_refuted :
  ~ (forall w D, (1 <= w)%nat -> (1 <= D)%nat ->
      exists tuples, NoDup tuples /\ (forall t, In t tuples <-> is_tuple w D t) /\ length tuples = binomial D w).
Proof.
  intros H. destruct (H 2%nat 2%nat) as (tuples & _ & all & size); try lia. simpl in size.
  assert (distinct : NoDup [[1%nat]; [2%nat]]) by (repeat constructor; simpl; intuition discriminate).
  enough (included : incl [[1%nat]; [2%nat]] tuples)
    by (pose proof (NoDup_incl_length distinct included); simpl in *; lia).
  intros t I. apply all. simpl in I. decompose [or] I; subst; try contradiction;
    (split; [reflexivity|]); split; intros k K; try lia; assert (k = 0%nat) as -> by lia; simpl; lia.
Qed.

(** The weakly increasing lists of r numbers from a, ..., a + m - 1. *)
Fixpoint increasing_lists (r : nat) : nat -> nat -> list (list nat) :=
  match r with
  | O => fun _ _ => [[]]
  | S r' => fix from (a m : nat) : list (list nat) :=
      match m with
      | O => []
      | S m' => map (cons a) (increasing_lists r' a m) ++ from (S a) m'
      end
  end.

Lemma length_increasing_lists r a m : length (increasing_lists r a m) = match m with O => if r =? 0 then 1 else 0
  | S m' => binomial (m' + r) r end%nat.
Proof.
  revert a m. induction r as [|r IH]; intros a m.
  - destruct m as [|m]; [reflexivity|]. simpl. now destruct (m + 0)%nat.
  - revert a. induction m as [|m IHm]; intros a; [reflexivity|].
    change (increasing_lists (S r) a (S m)) with
      (map (cons a) (increasing_lists r a (S m)) ++ increasing_lists (S r) (S a) m).
    rewrite app_length, map_length, IH, IHm. rewrite Nat.add_succ_r. simpl binomial.
    destruct m as [|m]; [simpl; rewrite (binomial_above r (S r)) by lia; lia|]. rewrite Nat.add_succ_r. reflexivity.
Qed.

(** t is weakly increasing and its entries lie from a to a + m - 1. *)
Fixpoint rises (a m : nat) (t : list nat) : Prop :=
  match t with
  | [] => True
  | i :: t' => (a <= i < a + m)%nat /\ rises i (a + m - i) t'
  end.

Lemma in_increasing_lists r a m t : In t (increasing_lists r a m) <-> length t = r /\ rises a m t.
Proof.
  revert a m t. induction r as [|r IH]; intros a m t.
  - simpl. split; [intros [<-|[]]; split; simpl; auto|]. intros [L _]. destruct t; [now left|discriminate].
  - revert a. induction m as [|m IHm]; intros a.
    + simpl. split; [intros []|]. intros [L H]. destruct t as [|i t]; [discriminate|]. simpl in H. lia.
    + change (increasing_lists (S r) a (S m)) with
        (map (cons a) (increasing_lists r a (S m)) ++ increasing_lists (S r) (S a) m).
      rewrite in_app_iff, in_map_iff, IHm. destruct t as [|i t].
      * split; [intros [(u & E & _)|[E _]]; discriminate|intros [E _]; discriminate].
      * cbn [rises length]. split.
        -- intros [(u & E & H)|[L [B H]]].
           ++ injection E as <- <-. apply IH in H as [<- H]. split; [reflexivity|]. split; [lia|].
              now replace (a + S m - a)%nat with (S m) by lia.
           ++ split; [exact L|]. split; [lia|]. now replace (a + S m - i)%nat with (S a + m - i)%nat by lia.
        -- intros [L [B H]]. destruct (Nat.eq_dec i a) as [->|N].
           ++ left. exists t. split; [reflexivity|]. apply IH. split; [now injection L|].
              now replace (S m) with (a + S m - a)%nat by lia.
           ++ right. split; [exact L|]. split; [lia|]. now replace (S a + m - i)%nat with (a + S m - i)%nat by lia.
Qed.

Lemma increasing_lists_distinct r a m : NoDup (increasing_lists r a m).
Proof.
  revert a m. induction r as [|r IH]; intros a m; [repeat constructor; auto|].
  revert a. induction m as [|m IHm]; intros a; [constructor|].
  change (increasing_lists (S r) a (S m)) with
    (map (cons a) (increasing_lists r a (S m)) ++ increasing_lists (S r) (S a) m).
  apply app_distinct; [apply Injective_map_NoDup; [congruence|apply IH]|apply IHm|].
  intros t T. apply in_map_iff in T as (u & <- & _). rewrite in_increasing_lists. intros [_ [B _]]. lia.
Qed.

Lemma rises_entries a m t : rises a m t <->
  (forall k, (k < length t)%nat -> (a <= nth k t 0 < a + m)%nat) /\
  (forall k, (S k < length t)%nat -> (nth k t 0 <= nth (S k) t 0)%nat).
Proof.
  revert a m. induction t as [|i t IH]; intros a m; simpl; [split; [intros _; split; intros; lia|auto]|].
  rewrite IH. split.
  - intros (B & inside & order). split.
    + intros [|k] K; [lia|]. specialize (inside k ltac:(lia)). lia.
    + intros [|k] K; [|apply order; lia]. specialize (inside 0%nat ltac:(lia)). lia.
  - intros (inside & order). pose proof (inside 0%nat ltac:(lia)) as B. simpl in B. split; [lia|]. split.
    + intros k. induction k as [|k IHk]; intros K.
      * pose proof (order 0%nat ltac:(lia)). pose proof (inside 1%nat ltac:(lia)). simpl in *. lia.
      * specialize (IHk ltac:(lia)). pose proof (order (S k) ltac:(lia)). pose proof (inside (S (S k)) ltac:(lia)).
        simpl in *. lia.
    + intros k K. apply (order (S k)). lia.
Qed.

(** For w, D >= 1 there are C(D + w - 2, w - 1) places 1 <= i_1 <= ... <= i_(w-1) <= D for the breakpoints: they can be
    listed without repetition, and the list has this length. *)
Theorem section_2_4_i_count_repaired :
  forall w D, (1 <= w)%nat -> (1 <= D)%nat ->
    exists tuples, NoDup tuples /\ (forall t, In t tuples <-> is_tuple w D t) /\
      length tuples = binomial (D + w - 2) (w - 1).
Proof.
  intros w D W some. exists (increasing_lists (w - 1) 1 D). split; [apply increasing_lists_distinct|]. split.
  - intros t. rewrite in_increasing_lists, rises_entries. unfold is_tuple. split.
    + intros (L & inside & order). rewrite L in *. repeat split; auto; specialize (inside k H); lia.
    + intros (L & inside & order). rewrite L. repeat split; auto; specialize (inside k H); lia.
  - rewrite length_increasing_lists. destruct D as [|D]; [lia|]. f_equal. lia.
Qed.

(** ** One input: how many convex programs *)

Lemma absorption n k : (S k * binomial (S n) (S k) = S n * binomial n k)%nat.
Proof.
  revert k. induction n as [|n IH]; intros k.
  - destruct k as [|k]; [reflexivity|]. simpl. lia.
  - change (binomial (S (S n)) (S k)) with (binomial (S n) k + binomial (S n) (S k))%nat. destruct k as [|k].
    + specialize (IH 0%nat). assert (E : forall m, binomial m 0 = 1%nat) by now intros [|m]. rewrite !E in *. lia.
    + pose proof (IH k) as A. pose proof (IH (S k)) as B.
      change (binomial (S n) (S k)) with (binomial n k + binomial n (S k))%nat in *.
      set (p := binomial n k) in *. set (q := binomial n (S k)) in *. nia.
Qed.

Lemma tuples_below_power D r : (1 <= D)%nat -> (binomial (D + r - 1) r <= D ^ r)%nat.
Proof.
  intros some. induction r as [|r IH]; [now destruct (D + 0 - 1)%nat|].
  pose proof (absorption (D + r - 1) r) as E. replace (S (D + r - 1)) with (D + r)%nat in E by lia.
  replace (D + S r - 1)%nat with (D + r)%nat by lia. change (D ^ S r)%nat with (D * D ^ r)%nat.
  apply (Nat.mul_le_mono_pos_l _ _ (S r)); [lia|]. rewrite E.
  apply Nat.le_trans with ((D + r) * D ^ r)%nat; [now apply Nat.mul_le_mono_l|].
  assert (D + r <= S r * D)%nat by nia. nia.
Qed.

(** With one input, the C(D + w - 2, w - 1) places of the breakpoints and the 2^(w-1) choices of signs are at most
    (2 D)^(w-1) convex programs. *)
Theorem section_2_4_n1_runtime_sharpened :
  forall w D, (1 <= w)%nat -> (1 <= D)%nat ->
    (binomial (D + w - 2) (w - 1) * 2 ^ (w - 1) <= (2 * D) ^ (w - 1))%nat.
Proof.
  intros w D W some. rewrite Nat.pow_mul_l, Nat.mul_comm. apply Nat.mul_le_mono_l.
  replace (D + w - 2)%nat with (D + (w - 1) - 1)%nat by lia. now apply tuples_below_power.
Qed.

(** With one input, the C(D + w - 2, w - 1) places of the breakpoints and the 2^(w-1) choices of signs are O(2^w D^w)
    convex programs, with the constant 1. *)
Theorem section_2_4_n1_runtime_printed :
  forall w D, (1 <= w)%nat -> (1 <= D)%nat ->
    (binomial (D + w - 2) (w - 1) * 2 ^ (w - 1) <= 2 ^ w * D ^ w)%nat.
Proof.
  intros w D W some. eapply Nat.le_trans; [now apply section_2_4_n1_runtime_sharpened|].
  rewrite <- Nat.pow_mul_l. apply Nat.pow_le_mono_r; lia.
Qed.

(** Choices of w of 4 D kinds of units are at most 5/2 (2 D)^w. *)
Lemma unordered_units D w : (1 <= D)%nat -> (1 <= w)%nat -> (2 * binomial (4 * D + w - 1) w <= 5 * (2 * D) ^ w)%nat.
Proof.
  intros some W. induction W as [|w W IH].
  - replace (4 * D + 1 - 1)%nat with (4 * D)%nat by lia. pose proof (absorption (4 * D - 1) 0) as E.
    replace (S (4 * D - 1)) with (4 * D)%nat in E by lia.
    replace (binomial (4 * D - 1) 0) with 1%nat in E by now destruct (4 * D - 1)%nat. rewrite Nat.pow_1_r. lia.
  - pose proof (absorption (4 * D + w - 1) w) as E. replace (S (4 * D + w - 1)) with (4 * D + w)%nat in E by lia.
    replace (4 * D + S w - 1)%nat with (4 * D + w)%nat by lia.
    change ((2 * D) ^ S w)%nat with (2 * D * (2 * D) ^ w)%nat.
    destruct (Nat.eq_dec w 1) as [->|N].
    + pose proof (absorption (4 * D - 1) 0) as F. replace (S (4 * D - 1)) with (4 * D)%nat in F by lia.
      replace (binomial (4 * D - 1) 0) with 1%nat in F by now destruct (4 * D - 1)%nat.
      replace (4 * D + 1 - 1)%nat with (4 * D)%nat in E by lia. rewrite Nat.pow_1_r. nia.
    + apply (Nat.mul_le_mono_pos_l _ _ (S w)); [lia|]. set (c := binomial (4 * D + w - 1) w) in *.
      set (Y := ((2 * D) ^ w)%nat) in *. set (c' := binomial (4 * D + w) (S w)) in *.
      assert (wide : (4 * D + w <= 2 * D * S w)%nat) by nia.
      assert (A : ((4 * D + w) * (2 * c) <= (4 * D + w) * (5 * Y))%nat) by now apply Nat.mul_le_mono_l.
      assert (B : ((4 * D + w) * (5 * Y) <= 2 * D * S w * (5 * Y))%nat) by now apply Nat.mul_le_mono_r.
      nia.
Qed.

(** For one input Algorithm 1 itself is good enough: D points of the line have at most 2 D partitions, which with signs
    makes 4 D kinds of units; and there are C(4 D + w - 1, w) choices of w of 4 D kinds without regard to their order,
    or weakly increasing tuples of w of the numbers 1, ..., 4 D: at most 5/2 (2 D)^w. *)
Theorem section_2_4_n1_algorithm_printed :
  forall w D, (1 <= w)%nat -> (1 <= D)%nat ->
    (forall x partitions, points_of 1 D x -> NoDup partitions -> Forall (partition_of 1 D x) partitions ->
      (length partitions <= 2 * D)%nat) /\
    (exists tuples, NoDup tuples /\ (forall t, In t tuples <-> is_tuple (w + 1) (4 * D) t) /\
      length tuples = binomial (4 * D + w - 1) w) /\
    (2 * binomial (4 * D + w - 1) w <= 5 * (2 * D) ^ w)%nat.
Proof.
  intros w D W some. split; [|split].
  - intros x partitions points distinct all.
    pose proof (partitions_bounded 1 D x partitions some points distinct all) as H.
    rewrite !binomial_sum_S in H. unfold binomial_sum in H. simpl in H.
    assert (E : binomial (D - 1) 0 = 1%nat) by now destruct (D - 1)%nat.
    assert (F : forall k, binomial k 1 = k).
    { induction k as [|k IH]; [reflexivity|]. simpl. rewrite IH. destruct k; simpl; lia. }
    rewrite E, F in H. lia.
  - destruct (section_2_4_i_count_repaired (w + 1) (4 * D)) as (tuples & distinct & all & size); [lia|lia|].
    exists tuples. split; [exact distinct|]. split; [exact all|]. rewrite size. f_equal; lia.
  - now apply unordered_units.
Qed.
