(** Theorem 2.5.4 of Mukherjee 2020: LTF-of-ReLU circuits that approximate Andreev's function are large. For w ReLU
    gates eps^2 n is at most 20 w + 2 ln(2 n), and at most of the order of log(n)^2 + w log(n)^2 / sqrt(n). *)

From Coq Require Import Reals List Bool Permutation Lia Lra.
From Coquelicot Require Import Rcomplements.
From Marginalia.formal Require Import vectors networks boolean chance andreev restrictions sums enclosure ltf_circuits.
From Marginalia.formal Require Import logarithms vectors_facts networks_facts boolean_facts chance_facts sums_facts.
From Marginalia.formal Require Import andreev_facts restrictions_facts distributions_facts.
From Marginalia.formal Require Import andreev_circuits_patterns_facts andreev_circuits_blocks_facts lists_facts.
From Marginalia.formal Require Import walks_facts cosh_facts ltf_circuits_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import section_2_6.
Import ListNotations.
Open Scope R_scope.

(** Andreev's function of n bits: the string, the rows of the matrix, and last the bits that do not matter. (In the
    theorems the bits may come in any other order: bit i here is bit number places_i of the circuit's input.) *)
Definition andreev_function (n : nat) (z : bits) : bool :=
  andreev (firstn (n / 2) z) (chunks (columns n) (rows n) (skipn (n / 2) z)).

(** ** Moments: a random table against circuits with given weights, whose biases may depend on it *)

(** How the function of a table agrees with another one, in excess of what differs. *)
Definition excess (u v : bits) : R := 2 * INR (agreements u v) - INR (length u).

Lemma moment_of_table u t :
  sum_over (cube (length u)) (fun v => exp (t * excess u v)) <= 2 ^ length u * exp (INR (length u) * t ^ 2 / 2).
Proof.
  unfold sum_over, excess. pose proof (walks_of_tables u (fun s => exp (t * s))) as E. cbn beta in E. rewrite E.
  rewrite (walks_power _ (2 * cosh t)) by apply exponential_step. rewrite Rmult_0_r, exp_0, Rmult_1_r, Rpow_mult_distr.
  apply Rmult_le_compat_l; [apply pow_le; lra | apply cosh_power_bound].
Qed.

Lemma exp_times (a : R) (s : nat) : exp a ^ s = exp (a * INR s).
Proof.
  induction s as [|s IH]; [simpl; now rewrite Rmult_0_r, exp_0|]. cbn [pow]. rewrite IH, <- exp_plus, S_INR. f_equal.
  ring.
Qed.

Lemma mean_of_covered N kappa T c t (f : bits -> bits) (s : bits -> nat) :
  covered (exp (- kappa)) T (exp c) -> (forall v, In v (cube N) -> length (f v) = N /\ T (f v) (s v)) ->
  sum_over (cube N) (fun v => t * excess (f v) v - kappa * INR (s v)) <= 2 ^ N * (c + INR N * t ^ 2 / 2).
Proof.
  intros (Q & all & cheap) inside. set (top := c + INR N * t ^ 2 / 2).
  set (weight := fun (q : bits * nat) v =>
    exp (- kappa) ^ snd q * (if (length (fst q) =? N)%nat then exp (t * excess (fst q) v) else 0)).
  assert (moments : sum_over (cube N) (fun v => sum_over Q (fun q => weight q v)) <= 2 ^ N * exp top).
  { rewrite sum_over_swap. apply Rle_trans with (sum_over Q (fun q =>
      2 ^ N * exp (INR N * t ^ 2 / 2) * exp (- kappa) ^ snd q)).
    - apply sum_over_le. intros q _. unfold weight. rewrite sum_over_scaled, Rmult_comm.
      apply Rmult_le_compat_r; [apply pow_le; left; apply exp_pos|].
      destruct (Nat.eqb_spec (length (fst q)) N) as [<- | _]; [apply moment_of_table|].
      rewrite sum_over_constant, Rmult_0_r. apply Rmult_le_pos; [apply pow_le; lra | left; apply exp_pos].
    - rewrite sum_over_scaled. unfold top. rewrite Rplus_comm, exp_plus, <- Rmult_assoc. apply Rmult_le_compat_l.
      + apply Rmult_le_pos; [apply pow_le; lra | left; apply exp_pos].
      + exact cheap. }
  apply Rle_trans with (sum_over (cube N) (fun v =>
    exp (- top) * sum_over Q (fun q => weight q v) + 1 * (top - 1))).
  - apply sum_over_le. intros v I. destruct (inside v I) as [long member].
    assert (one : exp (t * excess (f v) v - kappa * INR (s v)) <= sum_over Q (fun q => weight q v)).
    { replace (exp (t * excess (f v) v - kappa * INR (s v))) with (weight (f v, s v) v).
      - apply (total_member (fun q => weight q v) Q); [now apply all|]. intros q _. unfold weight.
        apply Rmult_le_pos; [apply pow_le; left; apply exp_pos|]. destruct (_ =? _)%nat; [left; apply exp_pos | lra].
      - unfold weight. cbn [fst snd]. rewrite long, Nat.eqb_refl, exp_times, <- exp_plus. f_equal. ring. }
    set (x := t * excess (f v) v - kappa * INR (s v)) in *.
    pose proof (exp_ineq1_le (x - top)) as tangent. unfold Rminus in tangent. rewrite exp_plus in tangent.
    pose proof (exp_pos (- top)). nra.
  - rewrite (sum_over_linear (cube N) (exp (- top)) 1 _ (fun _ => top - 1)), sum_over_constant, length_cube, INR_pow2.
    assert (unit_ : exp (- top) * exp top = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    apply Rmult_le_compat_l with (r := exp (- top)) in moments; [|left; apply exp_pos].
    replace (exp (- top) * (2 ^ N * exp top)) with (2 ^ N * (exp (- top) * exp top)) in moments by ring.
    rewrite unit_ in moments. lra.
Qed.

(** ** What a circuit is under a restriction *)

(** What the fixed bits add to a gate, and the weights of the entries of the matrix. *)
Definition fixed_part (n : nat) (x r : bits) (g : gate) : R :=
  dot (firstn (n / 2) (weights g)) (zeros_ones x) +
  dot (skipn (rows n * columns n) (skipn (n / 2) (weights g))) (zeros_ones r) + bias g.
Definition entry_weights (n : nat) (g : gate) : point := firstn (rows n * columns n) (skipn (n / 2) (weights g)).

Lemma gate_value_parts n g (x v r : bits) : length (weights g) = n -> (input_bits n <= n)%nat ->
  length x = (n / 2)%nat -> length v = (rows n * columns n)%nat ->
  gate_value g (zeros_ones (x ++ v ++ r)) = fixed_part n x r g + dot (entry_weights n g) (zeros_ones v).
Proof.
  unfold input_bits. intros size fit long_x long_v. unfold gate_value, fixed_part, entry_weights.
  set (h := (n / 2)%nat) in *. set (P := (rows n * columns n)%nat) in *.
  assert (split_ : weights g = firstn h (weights g) ++ firstn P (skipn h (weights g)) ++ skipn P (skipn h (weights g)))
    by now rewrite !firstn_skipn.
  rewrite split_ at 1. unfold zeros_ones. rewrite !map_app.
  rewrite dot_app by (rewrite map_length, firstn_length; lia).
  rewrite dot_app by (rewrite map_length, firstn_length, skipn_length; lia). ring.
Qed.

(** The matrix, as a string, for the bits of the function: y is the number of the bit of x. *)
Definition entries_for (a : list restricted_row) (y : bits) : bits := concat (filled a (flipped a y)).

Definition entry_function (n : nat) (a : list restricted_row) (g : gate) (y : bits) : R :=
  dot (entry_weights n g) (zeros_ones (entries_for a y)).
Definition restricted_gates (n : nat) (a : list restricted_row) (C : ltf_of_relu) : list (R * (bits -> R)) :=
  combine (sums C) (map (entry_function n a) (gates C)).

(** The gates that the restriction does not force. *)
Definition unforced (n : nat) (a : list restricted_row) (x r : bits) (g : gate) : bool :=
  survives (cube (rows n)) (fun y => fixed_part n x r g + entry_function n a g y).

Lemma length_entries_for n (a : list restricted_row) y :
  length a = rows n -> Forall (fun row : restricted_row => length row = columns n) a ->
  length y = rows n -> length (entries_for a y) = (rows n * columns n)%nat.
Proof.
  intros size sized long. unfold entries_for.
  destruct (length_filled (columns n) a (flipped a y) sized) as [long' sized']; [apply length_flipped; congruence|].
  rewrite (length_concat (columns n)) by exact sized'. now rewrite <- size, <- long'.
Qed.

Lemma restricted_circuit n (a : list restricted_row) C (x r : bits) hs :
  on_bits n C -> (input_bits n <= n)%nat -> length x = (n / 2)%nat ->
  length a = rows n -> Forall (fun row : restricted_row => length row = columns n) a ->
  family (cube (rows n)) (entry_function n a (wires C)) hs (restricted_gates n a C)
    (map (fun y => value C (x ++ entries_for a y ++ r)) (cube (rows n))) (times (gates C) (unforced n a x r)).
Proof.
  intros (size & same & fit) few long size_a sized.
  exists (fixed_part n x r (wires C)), (repeat 0 (length hs)), (map (fixed_part n x r) (gates C)).
  split; [apply repeat_length | split].
  { unfold restricted_gates. rewrite combine_length, !map_length. lia. }
  split.
  - apply map_ext_in. intros y I. apply in_cube in I. unfold value, affine_value. fold (origin (length hs)).
    rewrite dot_origin_l, (gate_value_parts n) by (auto using length_entries_for).
    fold (entry_function n a (wires C) y). f_equal.
    enough (E : dot (sums C) (map (fun g => relu (gate_value g (zeros_ones (x ++ entries_for a y ++ r)))) (gates C)) =
      outputs (restricted_gates n a C) (map (fixed_part n x r) (gates C)) y) by (rewrite E; ring).
    unfold restricted_gates. revert same fit. generalize (sums C) as s. generalize (gates C) as gs.
    induction gs as [|g gs IH]; intros [|t s] same fit; try discriminate; [reflexivity|].
    injection same as same. apply Forall_cons_iff in fit as [size_g fit']. simpl. rewrite IH by assumption.
    rewrite (gate_value_parts n) by (auto using length_entries_for). reflexivity.
  - unfold restricted_gates. revert same. generalize (sums C) as s. generalize (gates C) as gs.
    induction gs as [|g gs IH]; intros [|t s] same; try discriminate; [reflexivity|]. injection same as same.
    cbn [map combine survivors]. rewrite <- IH by exact same. unfold times, unforced. cbn [filter].
    destruct (survives _ _); reflexivity.
Qed.

(** The circuit restricted agrees with Andreev's function where it agrees with the table. *)
Lemma agreements_restricted n a C (t x r : bits) : length t = (2 ^ rows n)%nat -> length a = rows n ->
  Forall one_free a ->
  agreements (map (fun y => value C ((t ++ x) ++ entries_for a y ++ r)) (cube (rows n))) t =
    times (cube (rows n))
      (fun y => eqb (value C ((t ++ x) ++ concat (filled a y) ++ r)) (andreev (t ++ x) (filled a y))).
Proof.
  intros long size free. pose proof (of_table_values (rows n) t long) as values. symmetry in values.
  rewrite (f_equal (agreements _) values), <- times_agreements.
  symmetry. rewrite <- size, <- (times_permutation _ _ _ (flipped_cube a)), times_map. apply times_ext. intros y I.
  apply in_cube in I. fold (entries_for a y). f_equal.
  change (restricted_andreev (t ++ x) a (flipped a y) = of_table t y).
  rewrite restricted_value, flipped_twice by assumption.
  unfold of_table. rewrite app_nth1; [reflexivity|]. rewrite long, <- size, <- I. apply binary_below.
Qed.

(** ** Most gates are forced *)

(** How often a gate may stay unforced. *)
Definition rate (n : nat) : R := sqrt 2 * log2 (INR n) / sqrt (INR n).

Definition matrices (n : nat) : list (list restricted_row) := lists_of (rows n) (restricted_rows (columns n)).

Lemma in_matrices n a : In a (matrices n) ->
  length a = rows n /\ Forall (fun row : restricted_row => length row = columns n) a /\ Forall one_free a.
Proof.
  intros I. apply in_lists_of in I as [size all].
  assert (each : Forall (fun row : restricted_row => length row = columns n /\ one_free row) a)
    by (revert all; apply Forall_impl; intros row I; now apply in_restricted_rows).
  split; [exact size|]. split; eapply Forall_impl; try exact each; intros row []; assumption.
Qed.

Lemma forced_gates n a (x r : bits) g : In a (matrices n) ->
  forced_to_constant (fun v => at_most 0 (fixed_part n x r g + dot (entry_weights n g) (zeros_ones v))) (concat a)
    = true -> unforced n a x r g = false.
Proof.
  intros I constant. destruct (in_matrices n a I) as (size & _ & _). unfold unforced, survives.
  apply negb_false_iff. apply orb_true_iff. unfold forced_to_constant in constant.
  assert (inside : forall y, In y (cube (rows n)) -> In (entries_for a y) (completions (concat a))).
  { intros y long. apply in_cube in long. apply filled_completes. rewrite length_flipped; congruence. }
  apply orb_true_iff in constant as [all | none]; [left | right]; apply forallb_forall; intros y long;
    apply inside in long.
  - rewrite forallb_forall in all. exact (all _ long).
  - rewrite forallb_forall in none. exact (none _ long).
Qed.

Lemma rarely_unforced n (x r : bits) g : (4 <= n)%nat -> length (weights g) = n ->
  INR (times (matrices n) (fun a => unforced n a x r g)) <= INR (length (matrices n)) * rate n.
Proof.
  intros large size.
  set (f := fun v => at_most 0 (fixed_part n x r g + dot (entry_weights n g) (zeros_ones v))).
  assert (threshold_ : is_threshold_function (rows n * columns n) f).
  { exists (Gate (entry_weights n g) (fixed_part n x r g)). split.
    - unfold entry_weights. cbn [weights]. rewrite firstn_length, skipn_length.
      pose proof (proj1 (bits_left_over n large)) as few. unfold input_bits in few. lia.
    - intros v _. unfold f, gate_value. cbn [weights bias]. rewrite Rplus_comm.
      destruct (at_most_cases 0 (dot (entry_weights n g) (zeros_ones v) + fixed_part n x r g)) as [[? ->] | [? ->]];
        split; auto; try discriminate; lra. }
  pose proof (section_2_6_eta_sharpened n _ f large threshold_ (blocks_equal_parts (columns n) (rows n))) as rare.
  fold (log2 (INR n)) (rate n) in rare. unfold chance in rare.
  assert (same : length (block_restrictions (rows n * columns n) (blocks (columns n) (rows n) 0))
    = length (matrices n)).
  { transitivity (length (map (@concat (option bool)) (matrices n))); [|apply map_length].
    symmetry. apply Permutation_length, matrices_are_block_restrictions. }
  rewrite same, <- (times_permutation _ _ _ (matrices_are_block_restrictions n)), times_map in rare.
  assert (few : INR (times (matrices n) (fun a => negb (forced_to_constant f (concat a)))) /
    INR (length (matrices n)) <= rate n) by exact rare. clear rare same.
  pose proof (restricted_matrices n large) as some. fold (matrices n) in some. apply lt_0_INR in some.
  apply Rmult_le_compat_l with (r := INR (length (matrices n))) in few; [|lra]. apply Rle_trans with (2 := few).
  replace (INR (length (matrices n)) * (INR (times (matrices n) _) / _))
    with (INR (times (matrices n) (fun a => negb (forced_to_constant f (concat a))))) by (field; lra).
  rewrite !times_sum. apply sum_over_le. intros a I. pose proof (forced_gates n a x r g I) as forced. fold f in forced.
  destruct (forced_to_constant f (concat a)); simpl; [rewrite forced by reflexivity; lra|].
  destruct (unforced n a x r g); lra.
Qed.

(** ** The mean agreement *)

Definition hit (C : ltf_of_relu) (x : bits) (m : list bits) (r : bits) : bool :=
  eqb (value C (x ++ concat m ++ r)) (andreev x m).

(** The values of the restricted circuit. *)
Definition restricted_values (n : nat) (a : list restricted_row) (C : ltf_of_relu) (x r : bits) : bits :=
  map (fun y => value C (x ++ entries_for a y ++ r)) (cube (rows n)).

(** The mean over all tables is small for this restricted matrix. *)
Definition bounded_mean (n : nat) (C : ltf_of_relu) (t kappa c : R) (x r : bits) (a : list restricted_row) : Prop :=
  sum_over (cube (2 ^ rows n)) (fun v => t * excess (restricted_values n a C (v ++ x) r) v
    - kappa * INR (times (gates C) (unforced n a (v ++ x) r))) <= 2 ^ (2 ^ rows n) * c.

Lemma number_of_matrices n :
  INR (length (matrices n)) * 2 ^ rows n = INR (columns n) ^ rows n * 2 ^ (rows n * columns n).
Proof.
  pose proof (sum_filled (columns n) (rows n) (fun _ => 1)) as E. fold (matrices n) in E.
  rewrite (sum_over_ext (matrices n) _ (fun _ => 2 ^ rows n)) in E
    by (intros; rewrite sum_over_constant, length_cube, INR_pow2; ring).
  rewrite !sum_over_constant, length_lists_of, length_cube, <- Nat.pow_mul_r, INR_pow2 in E.
  rewrite (Nat.mul_comm (rows n)). lra.
Qed.

Lemma mean_agreement n C t kappa c (x r : bits) : (4 <= n)%nat -> on_bits n C -> 0 <= kappa ->
  (forall a, In a (matrices n) -> bounded_mean n C t kappa c x r a) ->
  2 * t * 2 ^ rows n * sum_over (cube (2 ^ rows n)) (fun v => sum_over (lists_of (rows n) (cube (columns n)))
    (fun m => if hit C (v ++ x) m r then 1 else 0)) <=
  2 ^ (2 ^ rows n) * 2 ^ (rows n * columns n) * (c + t * 2 ^ rows n + kappa * (INR (length (gates C)) * rate n)).
Proof.
  intros large (_ & _ & fit) price bounded. pose proof (number_of_matrices n) as number.
  assert (wide : 0 < INR (columns n)) by (pose proof (some_columns n large); apply lt_0_INR; lia).
  set (l := rows n) in *. set (k := columns n) in *. set (N := (2 ^ l)%nat) in *.
  set (count := INR (length (matrices n))) in *. set (loss := t * 2 ^ l + kappa * (INR (length (gates C)) * rate n)).
  assert (positive : 0 < INR k ^ l) by now apply pow_lt.
  set (H := sum_over _ _).
  assert (whole : sum_over (matrices n) (fun a => sum_over (cube N) (fun v =>
      t * excess (restricted_values n a C (v ++ x) r) v - kappa * INR (times (gates C) (unforced n a (v ++ x) r))))
    <= count * (2 ^ N * c)).
  { unfold count. rewrite <- sum_over_constant. apply sum_over_le. exact bounded. }
  rewrite sum_over_swap in whole.
  assert (each : forall v, In v (cube N) ->
    2 * t * INR k ^ l * sum_over (lists_of l (cube k)) (fun m => if hit C (v ++ x) m r then 1 else 0) - count * loss
    <= sum_over (matrices n) (fun a => t * excess (restricted_values n a C (v ++ x) r) v
         - kappa * INR (times (gates C) (unforced n a (v ++ x) r)))).
  { intros v Iv. apply in_cube in Iv.
    set (A := fun a => sum_over (cube l) (fun y => if hit C (v ++ x) (filled a y) r then 1 else 0)).
    set (U := fun a => INR (times (gates C) (unforced n a (v ++ x) r))).
    rewrite (sum_over_ext (matrices n) _ (fun a => 1 * (2 * t * A a + - (t * 2 ^ l) * 1) + - kappa * U a)).
    - rewrite (sum_over_linear (matrices n) 1 (- kappa) (fun a => 2 * t * A a + - (t * 2 ^ l) * 1) U).
      rewrite (sum_over_linear (matrices n) (2 * t) (- (t * 2 ^ l)) A (fun _ => 1)), sum_over_constant.
      fold count. assert (filled_ : sum_over (matrices n) A =
        INR k ^ l * sum_over (lists_of l (cube k)) (fun m => if hit C (v ++ x) m r then 1 else 0))
        by exact (sum_filled k l (fun m => if hit C (v ++ x) m r then 1 else 0)).
      rewrite (Rmult_assoc (2 * t)), <- filled_.
      assert (few : sum_over (matrices n) U <= count * (INR (length (gates C)) * rate n)).
      { unfold U. rewrite (sum_over_ext (matrices n) _ (fun a => sum_over (gates C) (fun g =>
          if unforced n a (v ++ x) r g then 1 else 0))) by (intros; apply times_sum).
        rewrite sum_over_swap. apply Rle_trans with (sum_over (gates C) (fun _ => count * rate n)).
        - apply sum_over_le. intros g Ig. rewrite <- (times_sum (matrices n) (fun a => unforced n a (v ++ x) r g)).
          apply rarely_unforced; [exact large|]. unfold reads in fit. rewrite Forall_forall in fit. now apply fit.
        - rewrite sum_over_constant. right. ring. }
      apply Rmult_le_compat_l with (1 := price) in few. unfold loss. lra.
    - intros a Ia. destruct (in_matrices n a Ia) as (size & _ & free). unfold excess, restricted_values, A, U.
      rewrite (agreements_restricted n a C v x r Iv size free), times_sum. fold l.
      rewrite map_length, length_cube, INR_pow2. unfold hit. ring. }
  apply sum_over_le in each. apply (Rle_trans _ _ _ each) in whole. clear each.
  assert (E : sum_over (cube N) (fun v => 2 * t * INR k ^ l *
      sum_over (lists_of l (cube k)) (fun m => if hit C (v ++ x) m r then 1 else 0) - count * loss)
    = 2 * t * INR k ^ l * H - 2 ^ N * (count * loss)).
  { rewrite (sum_over_ext (cube N) _ (fun v => 2 * t * INR k ^ l * sum_over (lists_of l (cube k))
      (fun m => if hit C (v ++ x) m r then 1 else 0) + -1 * (count * loss))) by (intros; ring).
    rewrite (sum_over_linear (cube N) (2 * t * INR k ^ l) (-1) _ (fun _ => count * loss)), sum_over_constant.
    rewrite length_cube, INR_pow2. fold H. ring. }
  rewrite E in whole. clear E. apply Rmult_le_reg_l with (1 := positive).
  assert (P : 0 < 2 ^ l) by (apply pow_lt; lra).
  apply Rmult_le_compat_l with (r := 2 ^ l) in whole; [|lra].
  replace (INR k ^ l * (2 ^ N * 2 ^ (l * k) * (c + t * 2 ^ l + kappa * (INR (length (gates C)) * rate n))))
    with (count * 2 ^ l * (2 ^ N * (c + loss))) by (rewrite number; unfold loss; ring).
  lra.
Qed.

(** ** All inputs *)

Lemma andreev_of_parts n (x : bits) (m : list bits) (r : bits) :
  length x = (n / 2)%nat -> In m (lists_of (rows n) (cube (columns n))) ->
  andreev_function n (x ++ concat m ++ r) = andreev x m.
Proof.
  intros long I. apply in_lists_of in I as [size all]. unfold andreev_function.
  rewrite <- long, firstn_app, firstn_all, Nat.sub_diag, app_nil_r, skipn_app, skipn_all, Nat.sub_diag. simpl.
  rewrite <- size, chunks_of_rows; [reflexivity|]. revert all. apply Forall_impl. intros row. apply in_cube.
Qed.

Lemma sum_of_hits n C : (4 <= n)%nat ->
  INR (times (cube n) (fun z => eqb (value C z) (andreev_function n z))) =
  sum_over (cube (n / 2 - 2 ^ rows n)) (fun x => sum_over (cube (n - input_bits n)) (fun r =>
    sum_over (cube (2 ^ rows n)) (fun v => sum_over (lists_of (rows n) (cube (columns n)))
      (fun m => if hit C (v ++ x) m r then 1 else 0)))).
Proof.
  intros large. pose proof (proj1 (bits_left_over n large)) as few. pose proof (table_fits n large) as fits.
  rewrite times_sum.
  assert (parts : n = (n / 2 + (rows n * columns n + (n - input_bits n)))%nat) by (unfold input_bits in *; lia).
  rewrite parts at 1. rewrite sum_concatenated.
  assert (parts' : (n / 2 = 2 ^ rows n + (n / 2 - 2 ^ rows n))%nat) by lia.
  rewrite parts' at 1. rewrite sum_concatenated, sum_over_swap. apply sum_over_ext. intros x Ix. apply in_cube in Ix.
  rewrite (sum_over_swap (cube (n - input_bits n))). apply sum_over_ext. intros v Iv. apply in_cube in Iv.
  rewrite sum_concatenated, sum_matrices, sum_over_swap. apply sum_over_ext. intros r _.
  apply sum_over_ext. intros m Im.
  unfold hit. rewrite andreev_of_parts; [reflexivity | rewrite app_length; lia | exact Im].
Qed.

Lemma agreement_bound n C t kappa c : (4 <= n)%nat -> on_bits n C -> 0 <= kappa ->
  (forall x r a, length x = (n / 2 - 2 ^ rows n)%nat -> In a (matrices n) -> bounded_mean n C t kappa c x r a) ->
  2 * t * 2 ^ rows n * chance (cube n) (fun z => eqb (value C z) (andreev_function n z)) <=
    c + t * 2 ^ rows n + kappa * (INR (length (gates C)) * rate n).
Proof.
  intros large fit price bounded. pose proof (proj1 (bits_left_over n large)) as few.
  pose proof (table_fits n large) as fits.
  set (top := c + t * 2 ^ rows n + kappa * (INR (length (gates C)) * rate n)).
  rewrite chance_cube, sum_of_hits by exact large. apply Rmult_le_reg_r with (2 ^ n); [apply pow_lt; lra|].
  set (H := sum_over (cube (n / 2 - 2 ^ rows n)) _).
  replace (2 * t * 2 ^ rows n * (H / 2 ^ n) * 2 ^ n) with (2 * t * 2 ^ rows n * H)
    by (field; apply pow_nonzero; lra).
  set (part := 2 ^ (2 ^ rows n) * 2 ^ (rows n * columns n) * top).
  apply Rle_trans with (sum_over (cube (n / 2 - 2 ^ rows n)) (fun _ => sum_over (cube (n - input_bits n))
    (fun _ => part))).
  - unfold H. rewrite <- sum_over_scaled. apply sum_over_le. intros x Ix. apply in_cube in Ix.
    rewrite <- sum_over_scaled. apply sum_over_le. intros r _. apply mean_agreement; auto.
  - rewrite !sum_over_constant, !length_cube, !INR_pow2. right. unfold part.
    assert (E : n = (n / 2 - 2 ^ rows n + (n - input_bits n) + (2 ^ rows n + rows n * columns n))%nat)
      by (unfold input_bits in *; lia).
    rewrite (f_equal (pow 2) E), !pow_add. ring.
Qed.

(** ** The circuit under any order of the bits *)

Definition moved_gate (places : list nat) (g : gate) : gate :=
  Gate (map (fun i => nth i (weights g) 0) places) (bias g).
Definition moved_circuit (places : list nat) (C : ltf_of_relu) : ltf_of_relu :=
  Circuit (moved_gate places (wires C)) (sums C) (map (moved_gate places) (gates C)).

Lemma moved_gate_value n places g z : Permutation places (seq 0 n) -> length (weights g) = n -> length z = n ->
  gate_value (moved_gate places g) (zeros_ones (bits_at places z)) = gate_value g (zeros_ones z).
Proof.
  intros order size long. unfold gate_value, moved_gate. cbn [weights bias]. f_equal.
  rewrite (dot_nth (weights g)) by (unfold zeros_ones; rewrite map_length; congruence).
  rewrite sum_total, size, <- (total_permutation _ _ (Permutation_map _ order)).
  unfold bits_at, zeros_ones. rewrite map_map. clear. induction places as [|i places IH]; [reflexivity|].
  cbn [map dot]. rewrite IH, total_cons. f_equal. f_equal. symmetry. exact (map_nth zero_one z false i).
Qed.

Lemma moved_on_bits n places C : Permutation places (seq 0 n) -> on_bits n C -> on_bits n (moved_circuit places C).
Proof.
  intros order (size & same & fit). pose proof (Permutation_length order) as long. rewrite seq_length in long.
  unfold on_bits, moved_circuit. cbn [wires sums gates]. split; [cbn; now rewrite map_length|].
  split; [now rewrite map_length|]. apply Forall_map, Forall_forall. intros g _. cbn. now rewrite map_length.
Qed.

Lemma moved_value n places C z : Permutation places (seq 0 n) -> on_bits n C -> length z = n ->
  value (moved_circuit places C) (bits_at places z) = value C z.
Proof.
  intros order (size & same & fit) long. unfold value, moved_circuit. cbn [wires sums gates].
  rewrite (moved_gate_value n), map_map by assumption. do 3 f_equal. apply map_ext_in. intros g I.
  unfold reads in fit. rewrite Forall_forall in fit. now rewrite (moved_gate_value n) by auto.
Qed.

Lemma moved_agreement n places C : Permutation places (seq 0 n) -> on_bits n C ->
  chance (cube n) (fun z => eqb (value C z) (andreev_function n (bits_at places z))) =
  chance (cube n) (fun z => eqb (value (moved_circuit places C) z) (andreev_function n z)).
Proof.
  intros order fit. unfold chance. do 2 f_equal. symmetry.
  rewrite <- (times_permutation _ _ _ (bits_at_permutes n places order)), times_map. apply times_ext. intros z I.
  apply in_cube in I. now rewrite (moved_value n) by assumption.
Qed.

(** ** The bounds *)

Lemma log2_of_rows n : (4 <= n)%nat ->
  2 * 2 ^ rows n <= INR n < 4 * 2 ^ rows n /\ 4 <= INR n /\ 2 <= 2 ^ rows n /\ INR (rows n) + 1 <= log2 (INR n).
Proof.
  intros large. pose proof (shape n large) as (some & _ & tall & _).
  assert (low : (2 ^ (rows n + 1) <= n)%nat) by exact tall.
  assert (high : (n < 4 * 2 ^ rows n)%nat).
  { assert (2 <= n / 2)%nat by (apply Nat.div_le_lower_bound; lia).
    pose proof (proj2 (Nat.log2_spec (n / 2) ltac:(lia))) as above. fold (rows n) in above.
    pose proof (Nat.mul_succ_div_gt n 2 ltac:(lia)). simpl Nat.pow in above. lia. }
  apply le_INR in low. rewrite INR_pow2 in low. apply lt_INR in high. rewrite mult_INR, INR_pow2 in high.
  replace (INR 4) with 4 in high by (simpl; ring).
  assert (four : 4 <= INR n) by (replace 4 with (INR 4) by (simpl; ring); now apply le_INR).
  split; [split; [rewrite pow_add in low; lra | exact high]|]. split; [exact four|]. split.
  - replace 2 with (2 ^ 1) at 1 by ring. apply Rle_pow; [lra | exact some].
  - now apply rows_below_log2.
Qed.

Lemma large_from_means n places C eps kappa c :
  (4 <= n)%nat -> Permutation places (seq 0 n) -> on_bits n C -> 0 < eps -> 0 <= kappa ->
  (forall D x r a, on_bits n D -> length (gates D) = length (gates C) -> length x = (n / 2 - 2 ^ rows n)%nat ->
    In a (matrices n) -> bounded_mean n D (2 * eps) kappa (c + 2 ^ rows n * (2 * eps) ^ 2 / 2) x r a) ->
  1 / 2 + eps <= chance (cube n) (fun z => eqb (value C z) (andreev_function n (bits_at places z))) ->
  eps ^ 2 * INR n <= 2 * (c + kappa * (INR (length (gates C)) * rate n)).
Proof.
  intros large order fit positive price bounded agree. rewrite (moved_agreement n) in agree by assumption.
  destruct (log2_of_rows n large) as ([_ below] & _ & two & _).
  pose proof (moved_on_bits n places C order fit) as fit'.
  assert (same : length (gates (moved_circuit places C)) = length (gates C)) by apply map_length.
  pose proof (agreement_bound n (moved_circuit places C) (2 * eps) kappa _ large fit' price
    (fun x r a long I => bounded _ x r a fit' same long I)) as bound.
  rewrite same in bound. set (alpha := chance _ _) in *. set (N := 2 ^ rows n) in *.
  assert (more : 2 * (2 * eps) * N * (1 / 2 + eps) <= 2 * (2 * eps) * N * alpha)
    by (apply Rmult_le_compat_l; [nra | exact agree]).
  assert (wide : eps ^ 2 * INR n <= eps ^ 2 * (4 * N)) by (apply Rmult_le_compat_l; [apply pow2_ge_0 | lra]).
  nra.
Qed.

Lemma bounded_by_covering n D t kappa c x r a hs : (4 <= n)%nat -> on_bits n D ->
  length x = (n / 2 - 2 ^ rows n)%nat -> In a (matrices n) ->
  covered (exp (- kappa)) (family (cube (rows n)) (entry_function n a (wires D)) hs (restricted_gates n a D)) (exp c) ->
  bounded_mean n D t kappa (c + 2 ^ rows n * t ^ 2 / 2) x r a.
Proof.
  intros large fit long I cover. pose proof (table_fits n large) as fits.
  pose proof (proj1 (bits_left_over n large)) as few. destruct (in_matrices n a I) as (size & sized & _).
  unfold bounded_mean. rewrite <- (INR_pow2 (rows n)).
  apply mean_of_covered with (f := fun v => restricted_values n a D (v ++ x) r)
    (s := fun v => times (gates D) (unforced n a (v ++ x) r)) (1 := cover).
  intros v Iv. apply in_cube in Iv. unfold restricted_values. split; [now rewrite map_length, length_cube|].
  apply restricted_circuit; auto. rewrite app_length. lia.
Qed.

(** 2 ln(n) log2(n) sqrt(2) / sqrt(n) <= 10 - ln 3: the left side is largest near n = e^4. *)
Lemma roots_beat_logarithms x : 4 <= x -> 2 * ln x * (sqrt 2 * log2 x / sqrt x) <= 10 - ln 3.
Proof.
  intros large. set (y := ln x / 4).
  assert (log : ln x = 4 * y) by (unfold y; field).
  assert (value_ : exp (4 * y) = x) by (rewrite <- log; apply exp_ln; lra).
  assert (positive : 0 < y).
  { unfold y. apply Rdiv_lt_0_compat; [|lra]. rewrite <- ln_1. apply ln_increasing; lra. }
  assert (root : sqrt x = exp y ^ 2).
  { rewrite <- value_. replace (4 * y) with (y + y + (y + y)) by ring. rewrite exp_plus, sqrt_square, exp_plus
      by (left; apply exp_pos). ring. }
  assert (steep : y * exp 1 <= exp y).
  { pose proof (exp_ineq1_le (y - 1)) as tangent. unfold Rminus in tangent. rewrite exp_plus, exp_Ropp in tangent.
    pose proof (exp_pos 1). apply Rmult_le_compat_r with (r := exp 1) in tangent; [|lra].
    replace (exp y * / exp 1 * exp 1) with (exp y) in tangent by (field; lra). lra. }
  assert (far : y ^ 2 * exp 1 ^ 2 <= exp y ^ 2).
  { rewrite <- Rpow_mult_distr. apply pow_incr. split; [|exact steep].
    apply Rmult_le_pos; [lra | left; apply exp_pos]. }
  assert (numbers : 32 * sqrt 2 / (ln 2 * exp 1 ^ 2) <= 10 - ln 3) by interval with (i_prec 53).
  apply Rle_trans with (2 := numbers). unfold log2. rewrite root, log. pose proof ln_lt_2. pose proof (exp_pos 1) as e1.
  pose proof (exp_pos y) as ey. assert (s2 : 0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  replace (2 * (4 * y) * (sqrt 2 * (4 * y / ln 2) / exp y ^ 2)) with (32 * sqrt 2 / ln 2 * (y ^ 2 / exp y ^ 2))
    by (field; lra).
  replace (32 * sqrt 2 / (ln 2 * exp 1 ^ 2)) with (32 * sqrt 2 / ln 2 * (/ exp 1 ^ 2)) by (field; lra).
  apply Rmult_le_compat_l; [apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]|].
  apply Rmult_le_reg_r with (exp y ^ 2 * exp 1 ^ 2); [apply Rmult_lt_0_compat; apply pow_lt; lra|].
  replace (y ^ 2 / exp y ^ 2 * (exp y ^ 2 * exp 1 ^ 2)) with (y ^ 2 * exp 1 ^ 2) by (field; lra).
  replace (/ exp 1 ^ 2 * (exp y ^ 2 * exp 1 ^ 2)) with (exp y ^ 2) by (field; lra). exact far.
Qed.

(** The hypotheses of the two sharpened theorems can hold: the first of 4 bits agrees on three quarters of the inputs,
    and a circuit with an idle gate computes it. *)
Lemma first_bit_agrees : exists (places : list nat) (C : ltf_of_relu),
  Permutation places (seq 0 4) /\ on_bits 4 C /\ length (gates C) = 1%nat /\
  1 / 2 + 1 / 4 <= chance (cube 4) (fun z => eqb (value C z) (andreev_function 4 (bits_at places z))).
Proof.
  exists (seq 0 4), (Circuit (Gate [1; 0; 0; 0] (-1)) [0] [Gate [0; 0; 0; 0] 0]).
  split; [apply Permutation_refl | split; [repeat constructor | split; [reflexivity|]]].
  rewrite (chance_ext _ _ (fun z => eqb (nth 0 z false) (andreev_function 4 (bits_at (seq 0 4) z)))).
  - unfold chance. change (length (cube 4)) with 16%nat. change (times _ _) with 12%nat. simpl. lra.
  - intros z I. apply in_cube in I. destruct z as [|b z]; [discriminate|]. f_equal. unfold value, gate_value. cbn.
    match goal with |- at_most 0 ?v = b =>
      replace v with (zero_one b - 1) by (destruct z as [|? [|? [|]]]; simpl; ring) end.
    destruct b; simpl; match goal with |- at_most 0 ?v = _ => destruct (at_most_cases 0 v) as [[? ->] | [? ->]] end;
      trivial; lra.
Qed.

(** An LTF-of-ReLU circuit on n >= 4 bits, with any real weights and with wires from the inputs to its output gate, that
    agrees with Andreev's function of the bits in any order on at least 1/2 + eps of the inputs has w ReLU gates with
    eps^2 n <= 20 w + 2 ln(2 n). *)
Theorem theorem_2_5_4_sharpened : forall (n : nat) (places : list nat) (C : ltf_of_relu) (eps : R),
  (4 <= n)%nat -> Permutation places (seq 0 n) -> on_bits n C -> 0 < eps ->
  1 / 2 + eps <= chance (cube n) (fun z => eqb (value C z) (andreev_function n (bits_at places z))) ->
  eps ^ 2 * INR n <= 20 * INR (length (gates C)) + 2 * ln (2 * INR n).
Proof.
  intros n places C eps large order fit positive agree.
  destruct (log2_of_rows n large) as ([double below] & four & two & _).
  set (w := INR (length (gates C))). set (N := 2 ^ rows n) in *.
  assert (nonneg : 0 <= ln (INR n)) by (rewrite <- ln_1; left; apply ln_increasing; lra).
  assert (square : exp (- (2 * ln (INR n))) = / (INR n * INR n)).
  { replace (2 * ln (INR n)) with (ln (INR n) + ln (INR n)) by ring. now rewrite exp_Ropp, exp_plus, exp_ln by lra. }
  assert (bound : eps ^ 2 * INR n <= 2 * (w * ln 3 + ln (2 * N) + 2 * ln (INR n) * (w * rate n))).
  { apply (large_from_means n places C eps (2 * ln (INR n)) (w * ln 3 + ln (2 * N))); auto; [lra|].
    intros D x r a fit' same long I. apply (bounded_by_covering n D _ _ _ x r a []); auto.
    assert (gates_ : length (restricted_gates n a D) = length (gates C)).
    { destruct fit' as (_ & sums_ & _). unfold restricted_gates. rewrite combine_length, map_length. lia. }
    assert (points_ : INR (length (cube (rows n))) = N) by (rewrite length_cube; apply INR_pow2).
    eapply covered_weaker; [intros p s H; exact H | | apply circuits_covered].
    - cbn [length]. rewrite gates_, points_. right. rewrite exp_plus, exp_ln, pow_1 by lra. f_equal.
      unfold w. rewrite Rmult_comm, <- exp_times, exp_ln by lra. reflexivity.
    - rewrite length_cube. pose proof (Nat.pow_nonzero 2 (rows n)). lia.
    - left. apply exp_pos.
    - rewrite points_, square. apply Rmult_le_reg_l with (INR n * INR n); [nra|]. rewrite <- Rmult_assoc, Rinv_r by nra.
      nra. }
  pose proof (roots_beat_logarithms (INR n) four) as decay. fold (rate n) in decay.
  apply Rmult_le_compat_l with (r := w) in decay; [|apply pos_INR].
  assert (ln (2 * N) <= ln (2 * INR n)) by (left; apply ln_increasing; lra). lra.
Qed.

(** ** Forced gates merged *)

(** The free bits, as functions of the number that they make. *)
Definition free_bits (a : list restricted_row) (l : nat) : list (bits -> R) :=
  map (fun i y => zero_one (nth i (flipped a y) false)) (seq 0 l).

Lemma values_of_free_bits a l y : length a = l -> length y = l ->
  map (fun h => h y) (free_bits a l) = zeros_ones (flipped a y).
Proof.
  intros size long. unfold free_bits. rewrite map_map, <- (map_map (fun i => nth i (flipped a y) false) zero_one).
  unfold zeros_ones. f_equal. pose proof (entries false (flipped a y)) as E.
  rewrite length_flipped, size in E by congruence. exact E.
Qed.

Lemma gates_combine_free_bits n D a : (4 <= n)%nat -> on_bits n D -> In a (matrices n) ->
  Forall (fun gate : R * (bits -> R) => exists c coef, length coef = length (free_bits a (rows n)) /\ forall y,
    In y (cube (rows n)) -> snd gate y = c + dot coef (map (fun h => h y) (free_bits a (rows n))))
    (restricted_gates n a D).
Proof.
  intros large (_ & _ & fit) I. pose proof (proj1 (bits_left_over n large)) as few.
  destruct (in_matrices n a I) as (size & sized & free). apply Forall_forall. intros [t u] Iu.
  apply in_combine_r, in_map_iff in Iu as (g & <- & Ig). unfold reads in fit. rewrite Forall_forall in fit.
  specialize (fit g Ig).
  assert (both : Forall (fun row : restricted_row => length row = columns n /\ one_free row) a).
  { rewrite Forall_forall in *. auto. }
  destruct (linear_in_free_bits (columns n) a (entry_weights n g) both) as (c & coef & long & linear).
  { unfold entry_weights. rewrite firstn_length, skipn_length, size. unfold input_bits in few. lia. }
  exists c, coef. split; [unfold free_bits; rewrite map_length, seq_length; congruence|].
  intros y Iy. apply in_cube in Iy. rewrite values_of_free_bits by assumption. cbn [snd].
  unfold entry_function, entries_for. apply linear. apply length_flipped. congruence.
Qed.

(** With w >= 1 ReLU gates, for the same circuits: eps^2 n is at most
    2 + 2 log2(n) ln(2 n) + 2 w ln(w n^2) sqrt(2) log2(n) / sqrt(n). *)
Theorem theorem_2_5_4_sharpened_beyond_linear :
  forall (n : nat) (places : list nat) (C : ltf_of_relu) (eps : R),
    (4 <= n)%nat -> Permutation places (seq 0 n) -> on_bits n C -> (1 <= length (gates C))%nat -> 0 < eps ->
    1 / 2 + eps <= chance (cube n) (fun z => eqb (value C z) (andreev_function n (bits_at places z))) ->
    eps ^ 2 * INR n <= 2 + 2 * (ln (INR n) / ln 2) * ln (2 * INR n) +
      2 * INR (length (gates C)) * ln (INR (length (gates C)) * INR n ^ 2) *
        (sqrt 2 * (ln (INR n) / ln 2) / sqrt (INR n)).
Proof.
  intros n places C eps large order fit some positive agree.
  destruct (log2_of_rows n large) as ([double below] & four & two & log).
  fold (log2 (INR n)) (rate n). set (w := INR (length (gates C))). set (N := 2 ^ rows n) in *.
  assert (one : 1 <= w) by (apply (le_INR 1); exact some).
  assert (product : 1 <= w * INR n ^ 2) by nra.
  assert (price : 0 <= ln (w * INR n ^ 2)).
  { rewrite <- ln_1. apply ln_le; lra. }
  assert (bound : eps ^ 2 * INR n <=
    2 * (1 + (INR (rows n) + 1) * ln (2 * N) + ln (w * INR n ^ 2) * (w * rate n))).
  { apply (large_from_means n places C eps (ln (w * INR n ^ 2)) (1 + (INR (rows n) + 1) * ln (2 * N))); auto.
    intros D x r a fit' same long I. apply (bounded_by_covering n D _ _ _ x r a (free_bits a (rows n))); auto.
    assert (gates_ : length (restricted_gates n a D) = length (gates C)).
    { destruct fit' as (_ & sums_ & _). unfold restricted_gates. rewrite combine_length, map_length. lia. }
    assert (points_ : INR (length (cube (rows n))) = N) by (rewrite length_cube; apply INR_pow2).
    assert (free_ : length (free_bits a (rows n)) = rows n) by (unfold free_bits; now rewrite map_length, seq_length).
    eapply covered_weaker; [intros p s H; exact H | |
      apply merged_covered with (M := w) (news := []) (h0s := free_bits a (rows n))].
    - cbn [app]. rewrite gates_, points_, free_, exp_plus. apply Rmult_le_compat.
      + apply pow_le. pose proof (Rinv_0_lt_compat w ltac:(lra)). lra.
      + apply pow_le. lra.
      + replace (exp 1) with (exp (/ w) ^ length (gates C)) by (rewrite exp_times; f_equal; fold w; field; lra).
        apply pow_incr. pose proof (Rinv_0_lt_compat w ltac:(lra)). pose proof (exp_ineq1_le (/ w)). lra.
      + right. rewrite <- S_INR, (Rmult_comm (INR _)), <- exp_times, exp_ln by lra. reflexivity.
    - rewrite length_cube. pose proof (Nat.pow_nonzero 2 (rows n)). lia.
    - left. apply exp_pos.
    - lra.
    - rewrite points_, exp_Ropp, exp_ln by lra. apply Rmult_le_reg_l with (w * INR n ^ 2); [lra|].
      replace (w * INR n ^ 2 * (w * (/ (w * INR n ^ 2) * (N * (2 * N))))) with (w * (N * (2 * N))) by (field; nra).
      rewrite Rmult_1_r. apply Rmult_le_compat_l; nra.
    - now apply gates_combine_free_bits. }
  assert (small : 0 <= ln (2 * N)) by (rewrite <- ln_1; left; apply ln_increasing; lra).
  assert (less : ln (2 * N) <= ln (2 * INR n)) by (left; apply ln_increasing; lra).
  assert (0 <= INR (rows n)) by apply pos_INR.
  assert (wide : (INR (rows n) + 1) * ln (2 * N) <= log2 (INR n) * ln (2 * INR n)) by (apply Rmult_le_compat; lra).
  lra.
Qed.

(** ** The order of growth *)

(** There is a K > 0 (1/40 will do): for all delta between 0 and 1/2 and all n from some N on, every LTF-of-ReLU circuit
    on n bits that agrees with Andreev's function on at least 1/2 + eps of the inputs, where
    eps > sqrt(2 log2(n)^(2/(2 - delta)) / n), has size at least K eps^(2 (1 - delta)) n^(1 - delta). *)
Theorem theorem_2_5_4_printed : exists K : R, 0 < K /\
  forall delta : R, 0 < delta < 1 / 2 -> exists N : nat, (1 <= N)%nat /\
    forall (n : nat) (places : list nat) (C : ltf_of_relu) (eps : R),
      (N <= n)%nat -> Permutation places (seq 0 n) -> on_bits n C ->
      eps > sqrt (2 * Rpower (ln (INR n) / ln 2) (2 / (2 - delta)) / INR n) ->
      1 / 2 + eps <= chance (cube n) (fun z => eqb (value C z) (andreev_function n (bits_at places z))) ->
      INR (circuit_size C) >= K * (Rpower eps (2 * (1 - delta)) * Rpower (INR n) (1 - delta)).
Proof.
  exists (1 / 40). split; [lra|]. intros delta between_.
  set (r := delta / (2 - delta)). assert (pos_r : 0 < r) by (apply Rdiv_lt_0_compat; lra).
  set (far := Rpower 4 (/ r)).
  destruct (nfloor_ex (Rpower 2 far)) as [N0 [_ enough]]; [left; apply exp_pos|]. exists (4 + N0)%nat.
  split; [lia|]. intros n places C eps late order fit accurate agree.
  assert (large : (4 <= n)%nat) by lia. fold (log2 (INR n)) in accurate.
  destruct (log2_of_rows n large) as (_ & four & _ & _).
  assert (ln2 : 1 / 2 < ln 2 < 1) by (split; interval with (i_prec 53)).
  assert (nonneg : 0 < ln (INR n)) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (log : far <= log2 (INR n)).
  { unfold log2. apply Rmult_le_reg_r with (ln 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    rewrite <- (ln_exp (far * ln 2)). left. apply ln_increasing; [apply exp_pos|].
    apply Rlt_le_trans with (1 := enough). rewrite <- S_INR. apply le_INR. lia. }
  set (L := log2 (INR n)) in *. assert (pos_far : 0 < far) by apply exp_pos.
  assert (more : ln (INR n) <= L).
  { unfold L, log2. apply Rmult_le_reg_r with (ln 2); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
  assert (power : 4 * L <= Rpower L (2 / (2 - delta))).
  { replace (2 / (2 - delta)) with (r + 1) by (unfold r; field; lra). rewrite Rpower_plus, Rpower_1 by lra.
    apply Rmult_le_compat_r; [lra|]. replace 4 with (Rpower far r).
    - apply Rle_Rpower_l; lra.
    - unfold far. rewrite Rpower_mult. replace (/ r * r) with 1 by (field; lra). apply Rpower_1. lra. }
  set (A := Rpower L (2 / (2 - delta))) in *.
  assert (inside : 0 < 2 * A / INR n) by (apply Rdiv_lt_0_compat; lra).
  assert (root : 0 < sqrt (2 * A / INR n)) by now apply sqrt_lt_R0.
  assert (square : 2 * A < eps ^ 2 * INR n).
  { apply Rmult_lt_reg_r with (/ INR n); [apply Rinv_0_lt_compat; lra|].
    replace (eps ^ 2 * INR n * / INR n) with (eps ^ 2) by (field; lra). fold (2 * A / INR n).
    rewrite <- (sqrt_sqrt (2 * A / INR n)) by lra. nra. }
  pose proof (theorem_2_5_4_sharpened n places C eps large order fit ltac:(lra) agree) as bound.
  assert (twice : ln (2 * INR n) <= 2 * ln (INR n)).
  { replace (2 * ln (INR n)) with (ln (INR n * INR n)) by (rewrite ln_mult by lra; ring).
    left. apply ln_increasing; nra. }
  assert (least : 1 <= ln (INR n)).
  { apply Rle_trans with (ln 4); [left; interval with (i_prec 53)|].
    apply ln_le; lra. }
  set (u := eps ^ 2 * INR n) in *.
  assert (size_ : Rpower eps (2 * (1 - delta)) * Rpower (INR n) (1 - delta) = Rpower u (1 - delta)).
  { unfold u. rewrite <- Rpower_mult_distr by (try apply pow_lt; lra). f_equal.
    rewrite <- Rpower_mult. f_equal. replace 2 with (INR 2) by (simpl; ring). apply Rpower_pow. lra. }
  assert (Rpower u (1 - delta) <= u).
  { rewrite <- (Rpower_1 u) at 2 by lra. apply Rle_Rpower; lra. }
  rewrite size_. unfold circuit_size. rewrite plus_INR. simpl (INR 1). lra.
Qed.

(** These hypotheses can hold for all such delta, n as large as one likes and eps = 1/2: some circuit computes Andreev's
    function. *)
Lemma andreev_function_computed (delta : R) (N : nat) : 0 < delta < 1 / 2 ->
  exists (n : nat) (places : list nat) (C : ltf_of_relu) (eps : R),
    (N <= n)%nat /\ Permutation places (seq 0 n) /\ on_bits n C /\
    eps > sqrt (2 * Rpower (ln (INR n) / ln 2) (2 / (2 - delta)) / INR n) /\
    1 / 2 + eps <= chance (cube n) (fun z => eqb (value C z) (andreev_function n (bits_at places z))).
Proof.
  intros between_. set (m := (N + 12)%nat). set (n := (2 ^ m)%nat).
  destruct (every_function_computed n (fun z => andreev_function n (bits_at (seq 0 n) z))) as (C & fit & same).
  exists n, (seq 0 n), C, (1 / 2).
  assert (big : (m < n)%nat) by (apply Nat.pow_gt_lin_r; lia).
  split; [unfold m in *; lia | split; [apply Permutation_refl | split; [exact fit | split]]].
  - pose proof ln_lt_2. assert (log : ln (INR n) / ln 2 = INR m).
    { unfold n. rewrite pow_INR. change (INR 2) with 2. rewrite ln_pow by lra. field. lra. }
    assert (some : 1 <= INR m) by (apply (le_INR 1); unfold m; lia).
    assert (square : Rpower (INR m) (2 / (2 - delta)) <= INR m ^ 2).
    { rewrite <- Rpower_pow by lra. apply Rle_Rpower; [lra|]. simpl INR. apply Rmult_le_reg_r with (2 - delta); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra. }
    assert (steep : forall j, (12 <= j)%nat -> (8 * j ^ 2 < 2 ^ j)%nat).
    { intros j late. induction late as [|j late IH]; [simpl; lia|]. rewrite Nat.pow_succ_r'. simpl Nat.pow in *. nia. }
    specialize (steep m ltac:(unfold m; lia)). apply lt_INR in steep. rewrite mult_INR, pow_INR in steep.
    replace (INR 8) with 8 in steep by (simpl; ring). fold n in steep. assert (0 < INR n) by nra.
    rewrite log. apply Rlt_gt. rewrite <- (sqrt_Rsqr (1 / 2)) by lra. apply sqrt_lt_1_alt. unfold Rsqr. split.
    + apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat]. left. apply Rmult_lt_0_compat; [lra | apply exp_pos].
    + apply Rmult_lt_reg_r with (INR n); [lra|]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l by lra. lra.
  - rewrite (chance_ext _ _ (fun _ => true)).
    + unfold chance. rewrite times_all, length_cube, INR_pow2 by easy. assert (0 < 2 ^ n) by (apply pow_lt; lra).
      unfold Rdiv. rewrite Rinv_r; lra.
    + intros z inside. apply in_cube in inside. rewrite same by exact inside. apply eqb_reflx.
Qed.
