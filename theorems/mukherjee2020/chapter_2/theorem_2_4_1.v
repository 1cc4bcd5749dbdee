(** Theorem 2.4.1, exact training by few convex programs: their number is as printed. The order of the units does not
    matter, so that for n = 1 and for D = 1, too, few choices of w of at most 4 D kinds of units are enough. For the
    squared loss there is always an optimum; one unit on five points is trained exactly. *)

From Coq Require Import Reals List Lra Lia Permutation.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts boolean binomials training.
From Marginalia.formal Require Import training_facts squared_optimum_facts lists_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import section_2_4.
Import ListNotations.
Open Scope R_scope.

(** Some gates in the cell of the guess make, with its signs, a network of least loss. *)
Definition has_optimum_in_cell (n w : nat) (l : R -> R -> R) (D : nat) (x : nat -> point) (y : nat -> R)
  (guess : list (bool * list bool)) : Prop :=
  exists g, in_cell w D x (sets_of guess) g /\ optimal n w l D x y (signs_of guess) g.

(** ** Choices without order *)

(** w of the xs, with repetition, in the order of xs. *)
Fixpoint choices {A : Type} (w : nat) : list A -> list (list A) :=
  match w with
  | O => fun _ => [[]]
  | S w' => fix from (xs : list A) : list (list A) :=
      match xs with
      | [] => []
      | a :: rest => map (cons a) (choices w' xs) ++ from rest
      end
  end.

Lemma choices_step {A : Type} w a (xs : list A) :
  choices (S w) (a :: xs) = map (cons a) (choices w (a :: xs)) ++ choices (S w) xs.
Proof. reflexivity. Qed.

Lemma choices_from {A : Type} w (xs us : list A) : In us (choices w xs) -> length us = w /\ incl us xs.
Proof.
  revert xs us. induction w as [|w IH]; intros xs us.
  - intros [<-|[]]. split; [reflexivity|intros a []].
  - induction xs as [|a xs IHx]; [intros []|]. rewrite choices_step, in_app_iff, in_map_iff.
    intros [(vs & <- & I)|I].
    + apply IH in I as [L B]. split; [simpl; now rewrite L|]. intros b [<-|J]; [now left|now apply B].
    + apply IHx in I as [L B]. split; [exact L|]. intros b J. right. now apply B.
Qed.

Lemma choices_all {A : Type} (same : forall a b : A, {a = b} + {a <> b}) (xs us : list A) : incl us xs ->
  exists vs, In vs (choices (length us) xs) /\ Permutation vs us.
Proof.
  revert us. induction xs as [|a xs IHx]; intros us.
  - intros B. destruct us as [|u us]; [|destruct (B u (or_introl eq_refl))].
    exists []. split; [now left|constructor].
  - remember (length us) as w eqn:L. revert us L. induction w as [|w IH]; intros us L B.
    + destruct us; [|discriminate]. exists []. split; [now left|constructor].
    + destruct (in_dec same a us) as [I|N].
      * apply in_split in I as (first & last & ->). rewrite app_length in L. simpl in L.
        destruct (IH (first ++ last)) as (vs & I & P).
        -- rewrite app_length. lia.
        -- intros b J. apply B. apply in_app_iff in J. apply in_app_iff. simpl. tauto.
        -- exists (a :: vs). split; [|now apply Permutation_cons_app].
           rewrite choices_step. apply in_app_iff. left. now apply in_map.
      * destruct (IHx us) as (vs & I & P).
        -- intros b J. destruct (B b J) as [->|K]; [contradiction|exact K].
        -- exists vs. split; [|exact P]. rewrite choices_step, L. apply in_app_iff. now right.
Qed.

(** There are C(m + w - 1, w) choices of w of m things. *)
Lemma length_choices {A : Type} w (xs : list A) : length (choices w xs) = binomial (length xs + w - 1) w.
Proof.
  revert xs. induction w as [|w IH]; intros xs; [now destruct (length xs + 0 - 1)%nat|].
  induction xs as [|a xs IHx].
  - simpl. now rewrite binomial_above by lia.
  - rewrite choices_step, app_length, map_length, IH, IHx. cbn [length].
    replace (S (length xs) + S w - 1)%nat with (S (length xs + w)) by lia. simpl binomial.
    f_equal; f_equal; lia.
Qed.

Lemma choices_below_power {A : Type} w (xs : list A) : (length (choices w xs) <= length xs ^ w)%nat.
Proof.
  revert xs. induction w as [|w IH]; intros xs; [simpl; lia|].
  induction xs as [|a xs IHx]; [simpl; lia|]. rewrite choices_step, app_length, map_length. specialize (IH (a :: xs)).
  cbn [length] in *. set (m := length xs) in *.
  assert (P : (m ^ w <= S m ^ w)%nat) by (apply Nat.pow_le_mono_l; lia).
  change (m ^ S w)%nat with (m * m ^ w)%nat in IHx. change (S m ^ S w)%nat with (S m * S m ^ w)%nat. nia.
Qed.

Lemma binomial_monotone k m i : (k <= m)%nat -> (binomial k i <= binomial m i)%nat.
Proof.
  induction 1 as [|m _ IH]; [lia|]. destruct i as [|i]; [destruct k, (S m); simpl; lia|]. simpl binomial. lia.
Qed.

(** ** Guesses without order *)

(** All signs and partitions of w units, in one order only. *)
Definition unordered_guesses (n w D : nat) (x : nat -> point) : list (list (bool * list bool)) :=
  choices w (list_prod [true; false] (all_partitions n D x)).

Lemma unordered_guesses_are n w D x : Forall (is_guess n w D x) (unordered_guesses n w D x).
Proof.
  apply Forall_forall. intros guess I. apply choices_from in I as [L B]. split; [exact L|].
  apply Forall_forall. intros [b p] J. apply B, in_prod_iff in J as [_ J]. now apply in_all_partitions.
Qed.

Lemma few_unordered_guesses n w D x : (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x ->
  (2 * length (unordered_guesses n w D x) <= 5 * (2 ^ w * D ^ (n * w)))%nat.
Proof.
  intros N W some points. unfold unordered_guesses. set (kinds := list_prod [true; false] (all_partitions n D x)).
  assert (K : (length kinds <= 4 * binomial_sum (D - 1) (n + 1))%nat /\
    ((2 <= n)%nat -> (2 <= D)%nat -> (length kinds <= 2 * D ^ n)%nat)).
  { unfold kinds. rewrite prod_length. cbn [length]. destruct (all_partitions_listed n D x) as [distinct all]. split.
    - pose proof (partitions_bounded n D x _ some points distinct all). lia.
    - intros N2 two. pose proof (proj2 section_2_4_partition_count_repaired n D x _ N2 two points distinct all). lia. }
  destruct K as [K plane].
  assert (unordered : (length kinds <= 4 * D)%nat ->
    (2 * length (choices w kinds) <= 5 * (2 ^ w * D ^ w))%nat).
  { intros B. rewrite length_choices, <- Nat.pow_mul_l. eapply Nat.le_trans; [|now apply unordered_units].
    apply Nat.mul_le_mono_l, binomial_monotone. lia. }
  destruct (Nat.eq_dec n 1) as [->|N1]; [|destruct (Nat.eq_dec D 1) as [->|D1]].
  - rewrite Nat.mul_1_l. apply unordered. clear plane unordered. rewrite !binomial_sum_S in K.
    unfold binomial_sum in K. simpl in K.
    assert (E : binomial (D - 1) 0 = 1%nat) by now destruct (D - 1)%nat.
    assert (F : forall k, binomial k 1 = k).
    { induction k as [|k IH]; [reflexivity|]. simpl. rewrite IH. destruct k; simpl; lia. }
    rewrite E, F in K. lia.
  - rewrite Nat.add_1_r in K. simpl (1 - 1)%nat in K. rewrite binomial_sum_of_zero in K.
    rewrite Nat.pow_1_l. specialize (unordered ltac:(lia)). now rewrite Nat.pow_1_l in unordered.
  - specialize (plane ltac:(lia) ltac:(lia)). pose proof (choices_below_power w kinds) as P.
    rewrite Nat.pow_mul_r, <- Nat.pow_mul_l.
    assert ((length kinds ^ w <= (2 * D ^ n) ^ w)%nat) by now apply Nat.pow_le_mono_l. lia.
Qed.

(** ** Networks whose units have changed places *)

Lemma sum_of_entries {A : Type} (F : A -> R) d xs : sum (fun i => F (nth i xs d)) (length xs) = total (map F xs).
Proof.
  induction xs as [|a xs IH] using rev_ind; [reflexivity|].
  rewrite app_length, map_app, total_app, Nat.add_1_r. simpl sum. rewrite nth_middle, <- IH.
  unfold total at 1. simpl. rewrite Rplus_0_r. f_equal. apply sum_ext. intros i I. now rewrite app_nth1.
Qed.

Lemma optimum_listed n w D x l y : points_of n D x -> (exists v g, optimal n w l D x y v g) ->
  Exists (has_optimum_in_cell n w l D x y) (unordered_guesses n w D x).
Proof.
  intros points (v & g & read & best). destruct (as_guess n w D x v g read) as (s & P & h & F & E).
  destruct F as (S & parts & read' & cell).
  set (kind := fun i => (if Rlt_dec 0 (s i) then true else false, map (P i) (seq 0 D))).
  set (units := map (fun i => (kind i, h i)) (seq 0 w)).
  assert (LP : forall i j, (j < D)%nat -> nth j (map (P i) (seq 0 D)) false = P i j).
  { intros i j J. now apply nth_listed. }
  assert (inside : incl (map fst units) (list_prod [true; false] (all_partitions n D x))).
  { intros [b p] I. unfold units in I. rewrite map_map in I. apply in_map_iff in I as (i & K & I). apply in_seq in I.
    unfold kind in K. simpl in K. injection K as <- <-. apply in_prod_iff. split.
    - destruct (Rlt_dec 0 (s i)); simpl; auto.
    - apply in_all_partitions. split; [now rewrite map_length, seq_length|].
      destruct (parts i ltac:(lia)) as (c & delta & Lc & H). exists c, delta. split; [exact Lc|].
      intros j J. rewrite LP by exact J. now apply H. }
  assert (same : forall a b : bool * list bool, {a = b} + {a <> b}) by (repeat decide equality).
  destruct (choices_all same _ _ inside) as (guess & I & permuted).
  rewrite map_length in I. unfold units in I. rewrite map_length, seq_length in I. fold units in I.
  apply Permutation_map_inv in permuted as (moved & Eg & permuted).
  assert (L : length moved = w).
  { rewrite <- (Permutation_length permuted). unfold units. now rewrite map_length, seq_length. }
  set (d := ((true, @nil bool), Gate [] 0)).
  assert (from : forall i, (i < w)%nat -> exists k, (k < w)%nat /\ nth i moved d = (kind k, h k)).
  { intros i J. assert (M : In (nth i moved d) units).
    { apply (Permutation_in _ (Permutation_sym permuted)), nth_In. now rewrite L. }
    unfold units in M. apply in_map_iff in M as (k & <- & M). apply in_seq in M. exists k. split; [lia|reflexivity]. }
  assert (G : forall i, nth i guess (true, []) = fst (nth i moved d)).
  { intros i. rewrite Eg. exact (map_nth fst moved d i). }
  apply Exists_exists. exists guess. split; [exact I|]. exists (fun i => snd (nth i moved d)). split.
  - intros i j Hi Hj. unfold sets_of. rewrite G. destruct (from i Hi) as (k & Hk & ->). unfold kind. simpl.
    rewrite LP by exact Hj. now apply cell.
  - split.
    + intros i Hi. destruct (from i Hi) as (k & Hk & ->). now apply read'.
    + intros v' g' read''. specialize (best v' g' read'').
      replace (loss l D x y (two_layers w (signs_of guess) (fun i => snd (nth i moved d))))
        with (loss l D x y (two_layers w v g)); [exact best|].
      apply sum_ext. intros j J. f_equal. rewrite E.
      set (F := fun u : (bool * list bool) * gate => sign (fst (fst u)) * relu (gate_value (snd u) (x j))).
      transitivity (total (map F units)).
      * unfold units. rewrite map_map. unfold two_layers.
        pose proof (sum_of_entries (fun i => F (kind i, h i)) 0%nat (seq 0 w)) as T. rewrite seq_length in T.
        rewrite <- T. apply sum_ext. intros i Hi. rewrite seq_nth by exact Hi. unfold F, kind. simpl.
        destruct (S i Hi) as [-> | ->]; destruct (Rlt_dec 0 _); simpl; lra.
      * rewrite (total_permutation _ (map F moved)) by now apply Permutation_map.
        rewrite <- (sum_of_entries F d), L. unfold two_layers. apply sum_ext. intros i Hi.
        unfold F, signs_of. now rewrite G.
Qed.

(** O(2^w D^(nw) poly(D, n, w)) guesses, which depend on the points alone, are enough: whatever the loss, convex in its
    first argument, and the labels, if (2.3) has an optimum, then the convex program of (2.5) has one that is an optimum
    of (2.3), for one of the guesses. *)
Theorem theorem_2_4_1_printed :
  exists C, (1 <= C)%nat /\ forall n w D x, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x ->
    exists guesses, (length guesses <= C * (D * n * w) ^ C * (2 ^ w * D ^ (n * w)))%nat /\
      Forall (is_guess n w D x) guesses /\
      forall l y, convex_loss l -> (exists v g, optimal n w l D x y v g) ->
        Exists (has_optimum_in_cell n w l D x y) guesses.
Proof.
  exists 3%nat. split; [lia|]. intros n w D x N W some points. exists (unordered_guesses n w D x).
  split; [|split; [apply unordered_guesses_are|intros l y _; now apply optimum_listed]].
  pose proof (few_unordered_guesses n w D x N W some points) as few. set (Y := (2 ^ w * D ^ (n * w))%nat) in *.
  assert (one : (1 <= (D * n * w) ^ 3)%nat).
  { replace 1%nat with (1 ^ 3)%nat by reflexivity. apply Nat.pow_le_mono_l. nia. }
  apply Nat.le_trans with (3 * 1 * Y)%nat; [lia|]. apply Nat.mul_le_mono_r. lia.
Qed.

(** For all data there are at most (4 (C(D-1, 0) + ... + C(D-1, n)))^w guesses, and at most 2^w D^(nw) if n, D >= 2. For
    every loss, a global optimum lies in the cell of one of them if there is one; and for the squared loss there is. *)
Theorem theorem_2_4_1_sharpened :
  forall n w D x, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x ->
    exists guesses,
      (length guesses <= (4 * binomial_sum (D - 1) (n + 1)) ^ w)%nat /\
      ((2 <= n)%nat -> (2 <= D)%nat -> (length guesses <= 2 ^ w * D ^ (n * w))%nat) /\
      (forall guess, In guess guesses <-> is_guess n w D x guess) /\
      (forall l y, (exists v g, optimal n w l D x y v g) -> Exists (has_optimum_in_cell n w l D x y) guesses) /\
      (forall y, Exists (has_optimum_in_cell n w squared D x y) guesses).
Proof.
  intros n w D x _ _ some points. exists (all_guesses n w D x).
  assert (found : forall l y, (exists v g, optimal n w l D x y v g) ->
    Exists (has_optimum_in_cell n w l D x y) (all_guesses n w D x)).
  { intros l y best. pose proof (optimum_listed n w D x l y points best) as H.
    apply Exists_exists in H as (guess & I & H). apply Exists_exists. exists guess. split; [|exact H].
    apply in_all_guesses. exact (proj1 (Forall_forall _ _) (unordered_guesses_are n w D x) guess I). }
  split; [|split; [|split; [|split]]].
  - rewrite length_all_guesses. apply Nat.pow_le_mono_l.
    destruct (all_partitions_listed n D x) as [distinct all].
    pose proof (partitions_bounded n D x _ some points distinct all). lia.
  - intros N two. now apply guesses_below_power.
  - apply in_all_guesses.
  - exact found.
  - intros y. apply found, squared_optimum, points.
Qed.

(** ** One unit on five points *)

(** The data (1, 0), (2, 1), (3, 0), (4, 2), (5, 3). *)
Definition five_points (j : nat) : point := [INR (S j)].
Definition five_labels (j : nat) : R := nth j [0; 1; 0; 2; 3] 0.

(** A unit with output weight v >= 0 at a point, in terms of v a and v b. *)
Lemma unit_at v a b q : 0 <= v ->
  (0 <= a * q + b /\ v * relu (a * q + b) = v * a * q + v * b /\ 0 <= v * a * q + v * b) \/
  (a * q + b < 0 /\ v * relu (a * q + b) = 0 /\ v * a * q + v * b <= 0).
Proof.
  intros V. destruct (Rle_dec 0 (a * q + b)) as [on|off].
  - left. split; [exact on|]. rewrite relu_nonneg by exact on. split; [ring|].
    replace (v * a * q + v * b) with (v * (a * q + b)) by ring. now apply Rmult_le_pos.
  - right. split; [lra|]. rewrite relu_nonpos by lra. split; [ring|].
    replace (v * a * q + v * b) with (v * (a * q + b)) by ring.
    assert (0 <= v * - (a * q + b)) by (apply Rmult_le_pos; lra). lra.
Qed.

(** Squares of distances from the outputs of the best fit in a cell. *)
Ltac near z1 z2 z3 z4 z5 t1 t2 t3 t4 t5 :=
  pose proof (pow2_ge_0 (z1 - t1)); pose proof (pow2_ge_0 (z2 - t2)); pose proof (pow2_ge_0 (z3 - t3));
  pose proof (pow2_ge_0 (z4 - t4)); pose proof (pow2_ge_0 (z5 - t5)).

Lemma upward_units v a b : 0 <= v ->
  7 / 6 <= (v * relu (a * 1 + b) - 0) ^ 2 + (v * relu (a * 2 + b) - 1) ^ 2 + (v * relu (a * 3 + b) - 0) ^ 2 +
    (v * relu (a * 4 + b) - 2) ^ 2 + (v * relu (a * 5 + b) - 3) ^ 2.
Proof.
  intros V.
  destruct (unit_at v a b 1 V) as [(u1 & E1 & s1)|(u1 & E1 & s1)];
    destruct (unit_at v a b 2 V) as [(u2 & E2 & s2)|(u2 & E2 & s2)];
    destruct (unit_at v a b 3 V) as [(u3 & E3 & s3)|(u3 & E3 & s3)];
    destruct (unit_at v a b 4 V) as [(u4 & E4 & s4)|(u4 & E4 & s4)];
    destruct (unit_at v a b 5 V) as [(u5 & E5 & s5)|(u5 & E5 & s5)];
    try (exfalso; lra); rewrite E1, E2, E3, E4, E5; clear - s1 s2 s3 s4 s5;
    set (p := v * a) in *; set (q := v * b) in *; clearbody p q.
  - near (p * 1 + q) (p * 2 + q) (p * 3 + q) (p * 4 + q) (p * 5 + q) 0 (19 / 30) (19 / 15) (19 / 10) (38 / 15). lra.
  - near (p * 1 + q) (p * 2 + q) (p * 3 + q) (p * 4 + q) 0 (2 / 3) (1 / 2) (1 / 3) (1 / 6) 0. lra.
  - near (p * 1 + q) (p * 2 + q) (p * 3 + q) 0 0 (3 / 7) (2 / 7) (1 / 7) 0 0. lra.
  - near (p * 1 + q) (p * 2 + q) 0 0 0 (2 / 5) (1 / 5) 0 0 0. lra.
  - near (p * 1 + q) 0 0 0 0 0 0 0 0 0. lra.
  - near 0 (p * 2 + q) (p * 3 + q) (p * 4 + q) (p * 5 + q) 0 (3 / 10) (11 / 10) (19 / 10) (27 / 10). lra.
  - near 0 0 (p * 3 + q) (p * 4 + q) (p * 5 + q) 0 0 (1 / 6) (5 / 3) (19 / 6). lra.
  - near 0 0 0 (p * 4 + q) (p * 5 + q) 0 0 0 (8 / 5) (16 / 5). lra.
  - near 0 0 0 0 (p * 5 + q) 0 0 0 0 3. lra.
  - lra.
Qed.

Lemma downward_units v a b : v <= 0 ->
  7 / 6 <= (v * relu (a * 1 + b) - 0) ^ 2 + (v * relu (a * 2 + b) - 1) ^ 2 + (v * relu (a * 3 + b) - 0) ^ 2 +
    (v * relu (a * 4 + b) - 2) ^ 2 + (v * relu (a * 5 + b) - 3) ^ 2.
Proof.
  intros V. assert (N : forall q, v * relu (a * q + b) <= 0).
  { intros q. pose proof (Rmax_l 0 (a * q + b)). assert (0 <= - v * relu (a * q + b)); [|lra].
    apply Rmult_le_pos; [lra|assumption]. }
  pose proof (pow2_ge_0 (v * relu (a * 1 + b))). pose proof (pow2_ge_0 (v * relu (a * 2 + b))).
  pose proof (pow2_ge_0 (v * relu (a * 3 + b))). pose proof (pow2_ge_0 (v * relu (a * 4 + b))).
  pose proof (pow2_ge_0 (v * relu (a * 5 + b))). pose proof (N 2). pose proof (N 4). pose proof (N 5). lra.
Qed.

(** The network max(0, 3/2 x - 13/3) leaves a squared loss of 7/6 on these data, and no network of one unit leaves
    less. *)
Theorem theorem_2_4_1_example_printed :
  loss squared 5 five_points five_labels (two_layers 1 (fun _ => 1) (fun _ => Gate [3 / 2] (- (13 / 3)))) = 7 / 6 /\
  optimal 1 1 squared 5 five_points five_labels (fun _ => 1) (fun _ => Gate [3 / 2] (- (13 / 3))).
Proof.
  assert (value : forall v g, gates_read 1 1 g -> exists a b, g 0%nat = Gate [a] b /\
    loss squared 5 five_points five_labels (two_layers 1 v g) =
      (v 0%nat * relu (a * 1 + b) - 0) ^ 2 + (v 0%nat * relu (a * 2 + b) - 1) ^ 2 +
      (v 0%nat * relu (a * 3 + b) - 0) ^ 2 + (v 0%nat * relu (a * 4 + b) - 2) ^ 2 +
      (v 0%nat * relu (a * 5 + b) - 3) ^ 2).
  { intros v g read. specialize (read 0%nat ltac:(lia)). destruct (g 0%nat) as [[|a [|]] b] eqn:E; try discriminate.
    exists a, b. split; [reflexivity|]. unfold loss, two_layers, squared, five_points, five_labels. cbn [sum].
    rewrite E. rewrite !gate_value_on_line. cbn [nth].
    replace (INR 1) with 1 by reflexivity. replace (INR 2) with 2 by (simpl; ring).
    replace (INR 3) with 3 by (simpl; ring). replace (INR 4) with 4 by (simpl; ring).
    replace (INR 5) with 5 by (simpl; ring). ring. }
  assert (read : gates_read 1 1 (fun _ => Gate [3 / 2] (- (13 / 3)))) by (intros i _; reflexivity).
  assert (least : loss squared 5 five_points five_labels
    (two_layers 1 (fun _ => 1) (fun _ => Gate [3 / 2] (- (13 / 3)))) = 7 / 6).
  { destruct (value (fun _ => 1) _ read) as (a & b & E & ->). injection E as <- <-.
    rewrite (relu_nonpos (3 / 2 * 1 + _)), (relu_nonpos (3 / 2 * 2 + _)) by lra. rewrite !relu_nonneg by lra. field. }
  split; [exact least|]. split; [exact read|]. intros v g read'. rewrite least.
  destruct (value v g read') as (a & b & _ & ->).
  destruct (Rle_dec 0 (v 0%nat)); [apply upward_units|apply downward_units]; lra.
Qed.
