(** Section 2.5.1 of Mukherjee 2020, what stands around its results: cones, ODD-MAX-BIT, sign-rank, gates for
    vertices, AND and OR, the depth that Theorem 2.5.5 admits, and circuits of threshold gates. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors networks boolean blocks blocks_facts sign_rank odd_max_bit ranks.
From Marginalia.formal Require Import ranks_facts boolean_facts networks_facts vectors_facts lists_facts.
From Marginalia.formal Require Import odd_max_bit_facts numbers_facts vertex_circuits_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_5_5.
Import ListNotations.
Open Scope R_scope.

(** Every vector lies in the cone of some order of the vertices, and one that lies in the cones of two orders has equal
    inner products with any two vertices that they order differently. *)
Theorem section_2_5_1_cones_cover_printed :
  (forall (m : nat) (a : point), (1 <= m)%nat -> length a = m ->
    exists order, is_order (2 ^ m) order /\ in_cone m order a) /\
  (forall (m : nat) (a : point) (order other : nat -> nat) (r s k l : nat),
    (1 <= m)%nat -> length a = m -> is_order (2 ^ m) order -> is_order (2 ^ m) other ->
    in_cone m order a -> in_cone m other a ->
    (r < s < 2 ^ m)%nat -> (k < l < 2 ^ m)%nat -> order r = other l -> order s = other k ->
    dot a (vertex m (order r)) = dot a (vertex m (order s))).
Proof.
  split.
  - intros m a _ _. apply (sorted_order (2 ^ m) (fun r => dot a (vertex m r))).
  - intros m a order other r s k l _ _ _ _ cone cone' rs kl same same'. apply Rle_antisym.
    + apply (steps_rise (2 ^ m) (fun r => dot a (vertex m (order r))) cone). lia.
    + rewrite same, same'. apply (steps_rise (2 ^ m) (fun r => dot a (vertex m (other r))) cone'). lia.
Qed.

(** ODD-MAX-BIT is (-1)^k for the largest k with x_k = 1, and 1 where there is none. *)
Theorem section_2_5_1_omb_formula_printed :
  (forall (x : bits) (k : nat), (1 <= k <= length x)%nat -> nth (k - 1) x false = true ->
    (forall i, (k < i <= length x)%nat -> nth (i - 1) x false = false) -> odd_max_bit x = (-1) ^ k) /\
  (forall x : bits, (1 <= length x)%nat -> (forall i, (1 <= i <= length x)%nat -> nth (i - 1) x false = false) ->
    odd_max_bit x = 1).
Proof.
  split.
  - intros x k inside top above. unfold odd_max_bit.
    rewrite (weighted_bits_total (fun i => nth (i - 1) x false)). now apply weighted_bits_top.
  - intros x _ none. unfold odd_max_bit.
    rewrite (weighted_bits_total (fun i => nth (i - 1) x false)). now apply weighted_bits_none.
Qed.

(** All rows of the matrix of the function (2.9) are different. *)
Theorem section_2_5_1_cm_distinct_rows_printed : forall (n l : nat) (x u : bits),
  (1 <= n)%nat -> (1 <= l)%nat -> length x = (n * l)%nat -> length u = (n * l)%nat -> x <> u ->
  exists y : bits, length y = (n * l)%nat /\ chattopadhyay_mande n l x y <> chattopadhyay_mande n l u y.
Proof. exact rows_differ. Qed.

(** ** Sign-rank *)

(** The sign-rank of a matrix without zeros is at most the rank of every matrix with the same signs. *)
Theorem section_2_5_1_sign_rank_definition_printed : forall (n r : nat) (B F : matrix), (1 <= n)%nat ->
  (forall x y, (x < n)%nat -> (y < n)%nat -> 0 < B x y * F x y) -> rank_at_most n r B -> sign_rank_at_most n r F.
Proof. intros n r B F _ agree bounded. now exists B. Qed.

(** The sign-rank of a matrix without zeros is at most the rank of every matrix with the same signs; and the matrix with
    1 on its diagonal and -1 elsewhere has sign-rank at most 3, but rank at least n - 1. *)
Theorem section_2_5_1_sign_rank_definition_sharpened :
  (forall (n r : nat) (B F : matrix), (1 <= n)%nat ->
    (forall x y, (x < n)%nat -> (y < n)%nat -> 0 < B x y * F x y) -> rank_at_most n r B -> sign_rank_at_most n r F) /\
  (forall n : nat, (1 <= n)%nat ->
    sign_rank_at_most n 3 diagonal_signs /\ forall r, rank_at_most n r diagonal_signs -> (n - 1 <= r)%nat).
Proof.
  split; [exact section_2_5_1_sign_rank_definition_printed|]. intros n _. split; [apply diagonal_signs_three|].
  intros r bounded. enough (n <= r + 1)%nat by lia. apply rank_of_unit.
  apply (rank_same n _ (fun x y => 1 / 2 * (diagonal_signs x y + 1))).
  - intros x y _ _. unfold diagonal_signs, unit_matrix. destruct (x =? y); field.
  - apply rank_multiple, (rank_sum n r 1 diagonal_signs (fun _ _ => 1) bounded), rank_constant.
Qed.

(** ** Gates for vertices, AND and OR *)

(** max(0, <v, x> - (n - 1)) is 1 at the vertex x = v and 0 at all others. *)
Theorem section_2_5_1_vertex_indicator_printed : forall (n : nat) (v x : bits),
  (1 <= n)%nat -> length v = n -> length x = n ->
  (x = v -> Rmax 0 (dot (signs v) (signs x) - (INR n - 1)) = 1) /\
  (x <> v -> Rmax 0 (dot (signs v) (signs x) - (INR n - 1)) = 0).
Proof.
  intros n v x _ long_v long_x.
  replace (dot (signs v) (signs x) - (INR n - 1)) with (dot (signs v) (signs x) + (1 - INR (length v)))
    by (rewrite long_v; ring).
  change (Rmax 0 ?t) with (relu t). rewrite vertex_gate by congruence.
  destruct (list_eq_dec bool_dec v x) as [E | E]; split; intros ?; congruence.
Qed.

Lemma signs_of_same (b : bool) n : signs (repeat b n) = repeat (sign b) n.
Proof. unfold signs. induction n as [|n IH]; simpl; congruence. Qed.

Lemma all_true x : forallb (fun b => b) x = true <-> repeat true (length x) = x.
Proof.
  induction x as [|b x IH]; simpl; [easy|]. rewrite andb_true_iff, IH. split; [now intros [-> ->]|].
  intros E. injection E as <- E. now split.
Qed.

Lemma some_true x : existsb (fun b => b) x = false <-> repeat false (length x) = x.
Proof.
  induction x as [|b x IH]; simpl; [easy|]. rewrite orb_false_iff, IH. split; [now intros [-> ->]|].
  intros E. injection E as <- E. now split.
Qed.

Lemma conjunction n x : length x = n ->
  relu (gate_value (Gate (repeat 1 n) (1 - INR n)) (signs x)) = zero_one (forallb (fun b => b) x).
Proof.
  intros <-. unfold gate_value. cbn [weights bias]. change 1 with (sign true) at 1. rewrite <- signs_of_same.
  pose proof (vertex_gate (repeat true (length x)) x (repeat_length _ _)) as gate. rewrite repeat_length in gate.
  rewrite gate. pose proof (all_true x).
  destruct (list_eq_dec bool_dec _ x), (forallb _ x); simpl; intuition congruence.
Qed.

Lemma disjunction n x : length x = n ->
  relu (1 - relu (gate_value (Gate (repeat (-1) n) (1 - INR n)) (signs x))) = zero_one (existsb (fun b => b) x).
Proof.
  intros <-. unfold gate_value. cbn [weights bias]. change (-1) with (sign false). rewrite <- signs_of_same.
  pose proof (vertex_gate (repeat false (length x)) x (repeat_length _ _)) as gate. rewrite repeat_length in gate.
  rewrite gate. pose proof (some_true x).
  destruct (list_eq_dec bool_dec _ x), (existsb _ x); simpl; try (exfalso; intuition congruence);
    rewrite relu_nonneg; lra.
Qed.

Lemma every_function n (f : bits -> bool) : (1 <= n)%nat ->
  exists (c : R) (u : list R) (gates : list gate),
    length u = length gates /\ reads n gates /\ (1 <= length gates <= 2 ^ n - 1)%nat /\
    forall x, length x = n -> zero_one (f x) = relu (sum_of_relus c u gates (signs x)).
Proof.
  intros some. destruct (circuit_of_vertices n (fun x => zero_one (f x))) as (c & u & gates & Lu & Lg & fit & value).
  exists c, u, gates. rewrite Lu, Lg. repeat split; [exact fit | | lia |].
  - pose proof (Nat.pow_le_mono_r 2 1 n ltac:(lia) some). simpl in *. lia.
  - intros x long. rewrite <- value by exact long. destruct (f x); simpl; rewrite relu_nonneg; lra.
Qed.

(** ReLU gates compute AND, and with a second gate OR, of bits -1 and 1, with outputs 0 and 1; and a ReLU gate above at
    most 2^n - 1 ReLU gates computes any function of n bits. *)
Theorem section_2_5_1_relu_of_relu_universal_printed :
  (forall (n : nat) (x : bits), (1 <= n)%nat -> length x = n ->
    relu (gate_value (Gate (repeat 1 n) (1 - INR n)) (signs x)) = zero_one (forallb (fun b => b) x)) /\
  (forall (n : nat) (x : bits), (1 <= n)%nat -> length x = n ->
    relu (1 - relu (gate_value (Gate (repeat (-1) n) (1 - INR n)) (signs x))) = zero_one (existsb (fun b => b) x)) /\
  (forall (n : nat) (f : bits -> bool), (1 <= n)%nat ->
    exists (c : R) (u : list R) (gates : list gate),
      length u = length gates /\ reads n gates /\ (1 <= length gates <= 2 ^ n - 1)%nat /\
      forall x, length x = n -> zero_one (f x) = relu (sum_of_relus c u gates (signs x))).
Proof.
  split; [|split].
  - intros n x _. apply conjunction.
  - intros n x _. apply disjunction.
  - apply every_function.
Qed.

(** ReLU gates compute AND, and with a second gate OR, of bits -1 and 1, with outputs 0 and 1; a ReLU gate above at most
    2^n - 1 ReLU gates computes any function of n bits; and no single ReLU gate computes the OR of two bits. *)
Theorem section_2_5_1_relu_of_relu_universal_sharpened :
  (forall (n : nat) (x : bits), (1 <= n)%nat -> length x = n ->
    relu (gate_value (Gate (repeat 1 n) (1 - INR n)) (signs x)) = zero_one (forallb (fun b => b) x)) /\
  (forall (n : nat) (x : bits), (1 <= n)%nat -> length x = n ->
    relu (1 - relu (gate_value (Gate (repeat (-1) n) (1 - INR n)) (signs x))) = zero_one (existsb (fun b => b) x)) /\
  (forall (n : nat) (f : bits -> bool), (1 <= n)%nat ->
    exists (c : R) (u : list R) (gates : list gate),
      length u = length gates /\ reads n gates /\ (1 <= length gates <= 2 ^ n - 1)%nat /\
      forall x, length x = n -> zero_one (f x) = relu (sum_of_relus c u gates (signs x))) /\
  (forall g : gate, length (weights g) = 2%nat ->
    ~ forall x : bits, length x = 2%nat -> relu (gate_value g (signs x)) = zero_one (existsb (fun b => b) x)).
Proof.
  destruct section_2_5_1_relu_of_relu_universal_printed as (all & some & every).
  split; [exact all | split; [exact some | split; [exact every|]]].
  intros [[|a [|b [|]]] c] long claimed; try discriminate.
  pose proof (claimed [true; true] eq_refl) as both. pose proof (claimed [true; false] eq_refl) as first.
  pose proof (claimed [false; true] eq_refl) as second. pose proof (claimed [false; false] eq_refl) as none.
  unfold gate_value, relu in *. simpl in *.
  repeat match goal with H : context [Rmax 0 ?t] |- _ =>
    revert H; unfold Rmax; destruct (Rle_dec 0 t); intros H end; lra.
Qed.

(** ** Depth and weights that Theorem 2.5.5 admits *)

(** Every positive power exceeds every number. *)
Lemma power_unbounded (e T : R) : 0 < e -> exists M : nat, (1 <= M)%nat /\
  forall m, (M <= m)%nat -> T <= Rpower (INR m) e.
Proof.
  intros positive. destruct (naturals_unbounded (Rpower (Rmax T 1) (/ e))) as [M far]. exists (S M).
  split; [lia|]. intros m large.
  assert (0 < Rmax T 1) by (pose proof (Rmax_r T 1); lra).
  apply Rle_trans with (Rmax T 1); [apply Rmax_l|].
  rewrite <- (Rpower_1 (Rmax T 1)) by assumption. replace 1 with (/ e * e) at 2 by (field; lra).
  rewrite <- Rpower_mult. apply Rle_Rpower_l; [lra|]. split; [apply exp_pos|].
  apply Rlt_le, Rlt_le_trans with (1 := far). apply le_INR. lia.
Qed.

(** The bound of Theorem 2.5.5 where d - 1 <= K m^xi, with xi < 1/8, and m W <= 2^(m^(1/8) / 2); and there m^(1/8 - xi)
    exceeds every number for all large m, and every power of m is such a W for all large m. *)
Theorem section_2_5_1_admissible_depth_printed :
  (forall (xi K : R) (m d : nat) (W : R),
    0 <= xi < 1 / 8 -> 0 < K -> (1 <= m)%nat -> (2 <= d)%nat -> 0 < W ->
    INR (d - 1) <= K * Rpower (INR m) xi -> INR m * W <= Rpower 2 (Rpower (INR m) (1 / 8) / 2) ->
    INR (d - 1) * Rpower (Rpower 2 (Rpower (INR m) (1 / 8)) / (INR m * W)) (1 / INR (d - 1)) >=
      INR (d - 1) * Rpower 2 (Rpower (INR m) (1 / 8 - xi) / (2 * K))) /\
  (forall xi T : R, xi < 1 / 8 -> exists M : nat, (1 <= M)%nat /\
    forall m, (M <= m)%nat -> Rpower (INR m) (1 / 8 - xi) >= T) /\
  (forall q : R, exists M : nat, (1 <= M)%nat /\
    forall m, (M <= m)%nat -> INR m * Rpower (INR m) q <= Rpower 2 (Rpower (INR m) (1 / 8) / 2)).
Proof.
  split; [|split].
  - intros xi K m d W [_ less] positive some deep weight shallow light.
    assert (inputs : 0 < INR m) by (apply lt_0_INR; lia). assert (layers : 0 < INR (d - 1)) by (apply lt_0_INR; lia).
    assert (product : 0 < INR m * W) by now apply Rmult_lt_0_compat.
    apply Rle_ge, Rmult_le_compat_l; [lra|]. set (r := Rpower (INR m) (1 / 8)) in *.
    apply Rle_trans with (Rpower (Rpower 2 (r / 2)) (1 / INR (d - 1))).
    + rewrite Rpower_mult. apply Rle_Rpower; [lra|].
      unfold Rminus. rewrite Rpower_plus, Rpower_Ropp. fold r.
      assert (0 < r) by apply exp_pos. assert (0 < Rpower (INR m) xi) by apply exp_pos.
      set (t := Rpower (INR m) xi) in *. replace (r * / t / (2 * K)) with (r / 2 * (/ (K * t))) by (field; lra).
      apply Rmult_le_compat_l; [lra|]. replace (1 / INR (d - 1)) with (/ INR (d - 1)) by (field; lra).
      apply Rinv_le_contravar; lra.
    + apply Rle_Rpower_l; [left; apply Rdiv_lt_0_compat; lra|]. split; [apply exp_pos|].
      apply Rmult_le_reg_r with (1 := product). unfold Rdiv at 2. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      replace (Rpower 2 r) with (Rpower 2 (r / 2) * Rpower 2 (r / 2)) by (rewrite <- Rpower_plus; f_equal; field).
      apply Rmult_le_compat_l; [left; apply exp_pos | exact light].
  - intros xi T less. destruct (power_unbounded (1 / 8 - xi) T ltac:(lra)) as (M & least & far).
    exists M. split; [exact least|]. intros m large. now apply Rle_ge, far.
  - intros q. destruct (power_unbounded (1 / 16) (64 * Rabs (1 + q)) ltac:(lra)) as (M & least & far).
    exists M. split; [exact least|]. intros m large. specialize (far m large).
    assert (inputs : 0 < INR m) by (apply lt_0_INR; lia).
    rewrite <- (Rpower_1 (INR m)) at 1 by exact inputs. rewrite <- Rpower_plus.
    set (u := Rpower (INR m) (1 / 16)) in *. assert (0 < u) by apply exp_pos.
    replace (Rpower (INR m) (1 / 8)) with (u * u) by (unfold u; rewrite <- Rpower_plus; f_equal; field).
    assert (log : 0 <= ln (INR m) <= 16 * u).
    { split.
      - destruct (Nat.eq_dec m 1) as [-> | ?]; [simpl; rewrite ln_1; lra|].
        rewrite <- ln_1. left. apply ln_increasing; [lra | apply (lt_INR 1); lia].
      - replace (INR m) with (Rpower u 16) by (unfold u; rewrite Rpower_mult; replace (1 / 16 * 16) with 1 by field;
          now apply Rpower_1).
        unfold Rpower. rewrite ln_exp. pose proof (exp_ineq1_le (ln u)) as tangent.
        rewrite exp_ln in tangent by assumption. lra. }
    assert (exponent : (1 + q) * ln (INR m) <= u * u / 2 * ln 2).
    { pose proof ln_lt_2. pose proof (Rle_abs (1 + q)). pose proof (Rabs_pos (1 + q)).
      apply Rle_trans with (Rabs (1 + q) * (16 * u)); [apply Rle_trans with (Rabs (1 + q) * ln (INR m)); nra|].
      apply Rle_trans with (u * u / 4); nra. }
    unfold Rpower. destruct exponent as [less | ->]; [left; now apply exp_increasing | apply Rle_refl].
Qed.

(** ** Circuits of threshold gates *)

(** A gate that reads the inputs and the outputs of earlier gates: its weights on both, and its bias. *)
Record wired := Wired { of_inputs : point; of_gates : list R; shift : R }.

(** C 0, ..., C (N - 1) are the gates of a circuit on n inputs: the i-th one reads the i gates before it. *)
Definition is_circuit (n N : nat) (C : nat -> wired) : Prop :=
  forall i, (i < N)%nat -> length (of_inputs (C i)) = n /\ length (of_gates (C i)) = i.

(** The outputs of the first N gates, all of one kind, ReLU gates for example. *)
Fixpoint gate_outputs (kind : R -> R) (C : nat -> wired) (N : nat) (x : point) : list R :=
  match N with
  | O => []
  | S i => gate_outputs kind C i x ++
      [kind (dot (of_inputs (C i)) x + dot (of_gates (C i)) (gate_outputs kind C i x) + shift (C i))]
  end.

Lemma length_gate_outputs kind C N x : length (gate_outputs kind C N x) = N.
Proof. induction N as [|N IH]; [reflexivity|]. cbn [gate_outputs]. rewrite app_length, IH. simpl. lia. Qed.

(** What pairs of ReLU gates say, and weights on the pairs for weights on what they say. *)
Fixpoint paired (y : list R) : list R :=
  match y with
  | a :: b :: y' => a - b - 1 :: paired y'
  | _ => []
  end.
Definition spread (v : list R) : list R := flat_map (fun c => [c; - c]) v.

Lemma length_spread v : length (spread v) = (2 * length v)%nat.
Proof. induction v as [|c v IH]; simpl in *; lia. Qed.

Lemma paired_app y a b i : length y = (2 * i)%nat -> paired (y ++ [a; b]) = paired y ++ [a - b - 1].
Proof.
  revert y. induction i as [|i IH]; intros [|c [|d y]] long; simpl in long; try lia; [reflexivity|].
  cbn [app paired]. rewrite IH by lia. reflexivity.
Qed.

Lemma dot_spread v y : length y = (2 * length v)%nat -> dot (spread v) y = dot v (paired y) + total v.
Proof.
  revert y. induction v as [|c v IH]; intros [|a [|b y]] long; simpl in long; try lia; [simpl; ring|].
  cbn [spread flat_map app dot paired total fold_right]. fold (spread v) (total v). rewrite IH by lia. ring.
Qed.

Lemma nth_paired y i : (2 * i + 1 < length y)%nat -> nth i (paired y) 0 = nth (2 * i) y 0 - nth (2 * i + 1) y 0 - 1.
Proof.
  revert y. induction i as [|i IH]; intros [|a [|b y]] inside; simpl in inside; try lia; [reflexivity|].
  replace (2 * S i)%nat with (S (S (2 * i))) by lia. cbn [paired nth Nat.add]. apply IH. lia.
Qed.

Lemma nth_spread v q : nth (q / 2) v 0 = 0 -> nth q (spread v) 0 = 0.
Proof.
  revert q. induction v as [|c v IH]; intros q zero; [now destruct q|].
  destruct q as [|[|q]]; cbn [spread flat_map app nth] in *.
  - exact zero.
  - cbn in zero. rewrite zero. ring.
  - apply IH. replace (S (S q)) with (q + 1 * 2)%nat in zero by lia. rewrite Nat.div_add, Nat.add_1_r in zero by lia.
    exact zero.
Qed.

(** What the i-th gate receives. *)
Definition received (kind : R -> R) (C : nat -> wired) (i : nat) (x : point) : R :=
  dot (of_inputs (C i)) x + dot (of_gates (C i)) (gate_outputs kind C i x) + shift (C i).

(** The pairs of ReLU gates for threshold gates whose negative inputs are at most - p i. *)
Definition pairs (C : nat -> wired) (p : nat -> R) (r : nat) : wired :=
  let g := C (r / 2)%nat in
  let c := 2 / p (r / 2)%nat in
  Wired (scale c (of_inputs g)) (scale c (spread (of_gates g)) ++ if Nat.even r then [] else [0])
    (c * (shift g - total (of_gates g)) + if Nat.even r then 2 else 0).

Lemma halves i : (2 * i / 2 = i /\ (2 * i + 1) / 2 = i)%nat.
Proof.
  split; [rewrite Nat.mul_comm; apply Nat.div_mul; lia|].
  symmetry. apply (Nat.div_unique _ _ _ 1); lia.
Qed.

Lemma parities i : Nat.even (2 * i) = true /\ Nat.even (2 * i + 1) = false.
Proof.
  split; [apply Nat.even_spec; now exists i|]. rewrite <- Nat.negb_odd, (proj2 (Nat.odd_spec _)); [reflexivity|].
  now exists i.
Qed.

Lemma pair_fires t p : 0 < p -> (t < 0 -> t <= - p) -> fires t = relu (2 / p * t + 2) - relu (2 / p * t) - 1.
Proof.
  intros positive apart. assert (0 < 2 / p) by (apply Rdiv_lt_0_compat; lra).
  unfold fires. destruct (Rle_dec 0 t) as [high | low].
  - assert (0 <= 2 / p * t) by (apply Rmult_le_pos; lra). rewrite !relu_nonneg by lra. ring.
  - specialize (apart ltac:(lra)). apply Rmult_le_compat_l with (r := 2 / p) in apart; [|lra].
    replace (2 / p * - p) with (-2) in apart by (field; lra). rewrite !relu_nonpos by lra. ring.
Qed.

Lemma pairs_simulate n N C p x : is_circuit n N C -> length x = n ->
  (forall i, (i < N)%nat -> 0 < p i /\ (received fires C i x < 0 -> received fires C i x <= - p i)) ->
  forall i, (i <= N)%nat -> gate_outputs fires C i x = paired (gate_outputs relu (pairs C p) (2 * i) x).
Proof.
  intros circuit long apart. induction i as [|i IH]; intros inside; [reflexivity|].
  specialize (IH ltac:(lia)). destruct (circuit i ltac:(lia)) as [reads earlier].
  destruct (apart i ltac:(lia)) as [positive below]. destruct (halves i) as [half half'].
  destruct (parities i) as [even odd]. rewrite Nat.add_1_r in half', odd.
  replace (2 * S i)%nat with (S (S (2 * i))) by lia. cbn [gate_outputs].
  fold (received fires C i x). set (y := gate_outputs relu (pairs C p) (2 * i) x) in *.
  assert (size : length y = (2 * i)%nat) by apply length_gate_outputs.
  rewrite <- app_assoc. cbn [app]. rewrite (paired_app y _ _ i size), IH. do 2 f_equal.
  rewrite (pair_fires _ (p i) positive below).
  unfold pairs. rewrite half, half', even, odd. cbn [of_inputs of_gates shift]. rewrite app_nil_r.
  rewrite dot_app by (rewrite (length_scale (2 * i)); [exact (eq_sym size) | rewrite length_spread; congruence]).
  rewrite !dot_scale_l, (dot_spread _ y) by congruence. unfold received. rewrite IH. fold y. cbn [dot].
  do 2 f_equal; f_equal; ring.
Qed.

(** Every circuit of N threshold gates on n bits, of any depth, is simulated by one of 2 N ReLU gates: the output of the
    i-th threshold gate is that of the ReLU gate 2 i less that of the ReLU gate 2 i + 1 less 1, and these two have wires
    only from where it has them (counted from 0; the gates r and q stand for the gates r / 2 and q / 2). *)
Theorem section_2_5_1_ltf_into_relu_printed : forall (n N : nat) (C : nat -> wired),
  (1 <= n)%nat -> (1 <= N)%nat -> is_circuit n N C ->
  exists D : nat -> wired, is_circuit n (2 * N) D /\
    (forall (x : bits) (i : nat), length x = n -> (i < N)%nat ->
      nth i (gate_outputs fires C N (signs x)) 0 =
        nth (2 * i) (gate_outputs relu D (2 * N) (signs x)) 0 -
        nth (2 * i + 1) (gate_outputs relu D (2 * N) (signs x)) 0 - 1) /\
    (forall r q, (q < r < 2 * N)%nat ->
      nth (q / 2) (of_gates (C (r / 2)%nat)) 0 = 0 -> nth q (of_gates (D r)) 0 = 0) /\
    (forall r t, (r < 2 * N)%nat -> (t < n)%nat ->
      nth t (of_inputs (C (r / 2)%nat)) 0 = 0 -> nth t (of_inputs (D r)) 0 = 0).
Proof.
  intros n N C _ _ circuit.
  destruct (finite_choice N (fun i p => 0 < p /\ forall x : bits, length x = n ->
    received fires C i (signs x) < 0 -> received fires C i (signs x) <= - p) 0) as [p apart].
  { intros i _.
    destruct (gap_below_zero (2 ^ n) (fun k => received fires C i (signs (nth k (cube n) []))))
      as (p & positive & apart).
    exists p. split; [exact positive|]. intros x long negative. destruct (cube_place n x long) as (k & small & E).
    specialize (apart k small). rewrite E in apart. now apply apart. }
  assert (member : forall r, (r < 2 * N)%nat -> exists i, (i < N)%nat /\ (r / 2)%nat = i /\
    (r = (2 * i)%nat /\ Nat.even r = true \/ r = (2 * i + 1)%nat /\ Nat.even r = false)).
  { intros r small. destruct (Nat.Even_or_Odd r) as [[i ->] | [i ->]]; exists i; pose proof (halves i);
      pose proof (parities i); intuition lia. }
  exists (pairs C p). split; [|split; [|split]].
  - intros r small. destruct (member r small) as (i & in_i & half & parity).
    destruct (circuit i in_i) as [reads earlier].
    unfold pairs. cbn [of_inputs of_gates]. rewrite half, app_length.
    rewrite (length_scale n), (length_scale (2 * i)) by (rewrite ?length_spread; congruence).
    split; [reflexivity|]. destruct parity as [[-> ->] | [-> ->]]; simpl; lia.
  - intros x i long inside.
    rewrite (pairs_simulate n N C p (signs x)); [|exact circuit | now rewrite length_signs | | lia].
    + apply nth_paired. rewrite length_gate_outputs. lia.
    + intros j small. destruct (apart j small) as [positive below]. split; [exact positive | now apply below].
  - intros r q [before small] none. unfold pairs. cbn [of_gates].
    set (own := scale (2 / p (r / 2)%nat) (spread (of_gates (C (r / 2)%nat)))).
    destruct (Nat.lt_ge_cases q (length own)) as [low | high].
    + rewrite app_nth1 by exact low. unfold own. rewrite nth_scale, nth_spread by exact none. ring.
    + rewrite app_nth2 by exact high. destruct (Nat.even r), (q - _)%nat as [|[|]]; reflexivity.
  - intros r t small inside none. unfold pairs. cbn [of_inputs]. rewrite nth_scale, none. ring.
Qed.
