(** Section 2.5.1 of Mukherjee 2020, what stands around its results: cones, ODD-MAX-BIT, sign-rank, and gates for
    vertices, AND and OR. *)

From Coq Require Import Reals List Bool Arith ZArith Lia Lra.
From Marginalia.formal Require Import vectors networks boolean blocks blocks_facts sign_rank odd_max_bit ranks.
From Marginalia.formal Require Import ranks_facts boolean_facts networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_9 theorem_2_5_5 lemma_2_5_1.
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

(** It may stay at 3 while the rank grows: for 1 on the diagonal and -1 elsewhere this is at least n - 1. *)
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

(** No single gate computes OR, already of two bits. *)
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
