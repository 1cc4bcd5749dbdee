(** Theorem 2.5.5 of Mukherjee 2020: circuits of ReLU or of LTF gates below an LTF gate that compute the
    Chattopadhyay-Mande function with restricted bottom weights are large, their bottom layers alone; and lower bounds
    of sign-rank. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks boolean boolean_facts blocks blocks_facts sign_rank odd_max_bit.
From Marginalia.formal Require Import ranks ranks_facts numbers_facts odd_max_bit_facts sign_rank_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_9.
Import ListNotations.
Open Scope R_scope.

(** ** All rows of the function differ *)

Lemma opposite b : (1 <= length b)%nat -> b <> map negb b.
Proof. destruct b as [|[] b]; simpl; [lia | discriminate | discriminate]. Qed.

(** For two strings there is one on which the function tells them apart: it agrees with one of them in the last block in
    which they differ and in no later one, and with the other one in the block before. *)
Lemma rows_differ n l x x' :
  (1 <= n)%nat -> (1 <= l)%nat -> length x = (n * l)%nat -> length x' = (n * l)%nat -> x <> x' ->
  exists y, length y = (n * l)%nat /\ chattopadhyay_mande n l x y <> chattopadhyay_mande n l x' y.
Proof.
  intros some long size size' different.
  destruct (last_difference l n x x') as [all | [k [place [apart above]]]];
    [exfalso; apply different, (blocks_equal l n); assumption|].
  destruct (blocks_given l n (fun i =>
    if i =? k then block l i x else if i =? k - 1 then block l i x' else map negb (block l i x)))%nat
    as [y [size_y blocks]].
  { intros i inside. destruct (i =? k)%nat, (i =? k - 1)%nat; rewrite ?map_length; now apply (length_block n). }
  assert (beyond : forall i, (k < i <= n)%nat -> block l i x <> block l i y /\ block l i x' <> block l i y).
  { intros i inside. rewrite (blocks i) by lia. rewrite <- (above i inside).
    destruct (Nat.eqb_spec i k), (Nat.eqb_spec i (k - 1)); try lia.
    split; apply opposite; rewrite (length_block n); assumption || lia. }
  assert (at_k : block l k y = block l k x) by (rewrite (blocks k place); now rewrite Nat.eqb_refl).
  exists y. split; [exact size_y|].
  destruct (equation_2_9_printed n l x y some long size size_y) as [last _].
  destruct (equation_2_9_printed n l x' y some long size' size_y) as [last' none'].
  rewrite (last k place (eq_sym at_k)) by (intros i inside; now apply beyond).
  destruct (Nat.eq_dec k 1) as [-> | later].
  - rewrite none'; [simpl; lra|]. intros i inside.
    destruct (Nat.eq_dec i 1) as [->|]; [rewrite at_k; congruence | apply beyond; lia].
  - rewrite (last' (k - 1)%nat).
    + destruct k as [|k]; [lia|]. replace (S k - 1)%nat with k by lia. simpl.
      pose proof (pow_nonzero (-1) k ltac:(lra)). lra.
    + lia.
    + rewrite (blocks (k - 1)%nat) by lia. destruct (Nat.eqb_spec (k - 1) k); [lia|]. now rewrite Nat.eqb_refl.
    + intros i inside. destruct (Nat.eq_dec i k) as [->|]; [rewrite at_k; congruence | apply beyond; lia].
Qed.

(** ** The bottom layer *)

(** Whatever is computed from what w restricted bottom gates of any kind add up: if it is the function, then
    2^m <= w m W + 1. *)
Theorem theorem_2_5_5_strong_printed :
  forall (n l m W : nat) (bottom : layer) (above : point -> R),
    (1 <= n)%nat -> (1 <= l)%nat -> m = (n * l)%nat -> (1 <= W)%nat -> restricted m W bottom ->
    (forall x y : bits, length x = m -> length y = m ->
      above (affine bottom (signs x ++ signs y)) = chattopadhyay_mande n l x y) ->
    (2 ^ m <= length bottom * (m * W) + 1)%nat.
Proof.
  intros n l m W bottom above some long size _ [rows [columns along]] computes.
  destruct (bottom_blocks m W rows columns bottom along) as [r [c [[few _] [_ same]]]].
  destruct along as [ordered_rows [ordered_columns _]].
  apply (pigeonhole (2 ^ m) _ r few). intros i j in_i in_j together.
  destruct (Nat.eq_dec (rows i) (rows j)) as [equal|different]; [now apply ordered_rows|]. exfalso.
  assert (apart : nth (rows i) (cube m) [] <> nth (rows j) (cube m) []).
  { intros equal. apply different. apply (NoDup_nth (cube m) []); try (rewrite length_cube; now apply ordered_rows).
    - apply cube_distinct.
    - exact equal. }
  destruct (rows_differ n l _ _ some long (eq_trans (length_nth_cube m _ (proj1 ordered_rows i in_i)) size)
    (eq_trans (length_nth_cube m _ (proj1 ordered_rows j in_j)) size) apart) as [y [size_y tells]].
  rewrite <- size in size_y. destruct (cube_place m y size_y) as [p [in_p at_p]].
  destruct (order_reaches (2 ^ m) columns p ordered_columns in_p) as [s [in_s <-]].
  apply tells. rewrite <- !computes by (assumption || (apply length_nth_cube; now apply ordered_rows)).
  f_equal. rewrite <- at_p. apply (same i s j s); auto.
Qed.

(** ** The size *)

(** h B^(1/h) <= B + h - 1. *)
Lemma root_bound B h : 0 < B -> (1 <= h)%nat -> INR h * Rpower B (1 / INR h) <= B + INR h - 1.
Proof.
  intros positive some. assert (0 < INR h) by (apply lt_0_INR; lia).
  pose proof (bernoulli (Rpower B (1 / INR h)) h (Rlt_le _ _ (exp_pos _))) as bound.
  rewrite <- Rpower_pow, Rpower_mult in bound by apply exp_pos.
  replace (1 / INR h * INR h) with 1 in bound by (field; lra). rewrite Rpower_1 in bound by exact positive. lra.
Qed.

Lemma width_and_depth n layers last : fits n layers last -> (length layers <= list_sum (map (@length gate) layers))%nat.
Proof.
  revert n. induction layers as [|A layers IH]; intros n fitting; simpl; [lia|].
  destruct fitting as [_ [some rest]]. specialize (IH _ rest). destruct A; [congruence|]. simpl. lia.
Qed.

Lemma circuit_size (d n l m W : nat) (kind : R -> R) (layers : list layer) (last : gate) (N : R) :
  (2 <= d)%nat -> (1 <= n)%nat -> (1 <= l)%nat -> m = (n * l)%nat -> (1 <= W)%nat -> length layers = (d - 1)%nat ->
  fits (2 * m) layers [last] -> restricted m W (hd [] layers) ->
  (forall x y : bits, length x = m -> length y = m ->
    threshold last (activations_of kind layers (signs x ++ signs y)) = chattopadhyay_mande n l x y) ->
  0 < N <= 2 ^ m ->
  1 / 2 * (INR (d - 1) * Rpower (N / (INR m * INR W)) (1 / INR (d - 1))) <=
    INR (list_sum (map (@length gate) layers)).
Proof.
  intros deep some long size wide layered fitting bottom computes [positive small].
  destruct layers as [|A layers]; [simpl in layered; lia|]. simpl hd in bottom.
  assert (told : (2 ^ m <= length A * (m * W) + 1)%nat).
  { apply (theorem_2_5_5_strong_printed n l m W A
      (fun z => threshold last (activations_of kind layers (map kind z)))); assumption. }
  assert (1 <= m)%nat by nia.
  destruct fitting as [_ [nonempty rest]].
  assert (1 <= length A)%nat by (destruct A; [congruence | simpl; lia]).
  pose proof (width_and_depth _ _ _ rest) as others. simpl in layered.
  assert (few : INR (d - 1) - 1 <= INR (list_sum (map (@length gate) layers))).
  { apply le_INR in others. replace (d - 1)%nat with (S (length layers)) by lia. rewrite S_INR. lra. }
  assert (factor : 1 <= INR m * INR W) by (rewrite <- mult_INR; apply (le_INR 1); nia).
  assert (first : 1 <= INR (length A)) by (apply (le_INR 1); lia).
  apply le_INR in told. rewrite plus_INR, !mult_INR, pow_INR in told.
  replace (INR 2) with 2 in told by (simpl; ring). simpl (INR 1) in told.
  assert (share : N / (INR m * INR W) <= 2 * INR (length A)).
  { apply (Rmult_le_reg_r (INR m * INR W)); [lra|]. unfold Rdiv. rewrite (Rmult_assoc N), Rinv_l by lra.
    assert (1 <= INR (length A) * (INR m * INR W)) by nra. lra. }
  pose proof (root_bound (N / (INR m * INR W)) (d - 1) ltac:(apply Rdiv_lt_0_compat; lra) ltac:(lia)) as root.
  pose proof (pos_INR (list_sum (map (@length gate) layers))).
  change (list_sum (map (@length gate) (A :: layers))) with (length A + list_sum (map (@length gate) layers))%nat.
  rewrite plus_INR. lra.
Qed.

(** With m itself where m^(1/8) is printed, and the constant 1/2 for Omega: circuits of depth d >= 2, with an LTF gate
    above d - 1 layers of ReLU gates or of LTF gates, on 2 m = 2 n l bits, for every width l of the ORs, have a size
    below the output of at least 1/2 (d - 1) (2^m / (m W))^(1/(d - 1)). *)
Theorem theorem_2_5_5_sharpened :
  forall (d n l m W : nat) (kind : R -> R) (layers : list layer) (last : gate),
    (2 <= d)%nat -> (1 <= n)%nat -> (1 <= l)%nat -> m = (n * l)%nat -> (1 <= W)%nat -> length layers = (d - 1)%nat ->
    fits (2 * m) layers [last] -> restricted m W (hd [] layers) -> kind = relu \/ kind = fires ->
    (forall x y : bits, length x = m -> length y = m ->
      threshold last (activations_of kind layers (signs x ++ signs y)) = chattopadhyay_mande n l x y) ->
    1 / 2 * (INR (d - 1) * Rpower (2 ^ m / (INR m * INR W)) (1 / INR (d - 1))) <=
      INR (list_sum (map (@length gate) layers)).
Proof.
  intros d n l m W kind layers last deep some long size wide layered fitting bottom _ computes.
  apply (circuit_size d n l m W kind layers last); try assumption.
  split; [apply pow_lt; lra | lra].
Qed.

(** With the constant 1/2 for Omega: circuits of depth d >= 2 (for d = 1 the bound divides by 0) with an LTF gate above
    d - 1 layers of ReLU gates or of LTF gates, on 2 m = 2 n l bits, for every width l of the ORs; the size counts the
    gates below the output. *)
Theorem theorem_2_5_5_printed :
  forall (d n l m W : nat) (kind : R -> R) (layers : list layer) (last : gate),
    (2 <= d)%nat -> (1 <= n)%nat -> (1 <= l)%nat -> m = (n * l)%nat -> (1 <= W)%nat -> length layers = (d - 1)%nat ->
    fits (2 * m) layers [last] -> restricted m W (hd [] layers) -> kind = relu \/ kind = fires ->
    (forall x y : bits, length x = m -> length y = m ->
      threshold last (activations_of kind layers (signs x ++ signs y)) = chattopadhyay_mande n l x y) ->
    1 / 2 * (INR (d - 1) * Rpower (Rpower 2 (Rpower (INR m) (1 / 8)) / (INR m * INR W)) (1 / INR (d - 1))) <=
      INR (list_sum (map (@length gate) layers)).
Proof.
  intros d n l m W kind layers last deep some long size wide layered fitting bottom _ computes.
  apply (circuit_size d n l m W kind layers last); try assumption.
  assert (1 <= INR m) by (apply (le_INR 1); nia).
  split; [apply exp_pos|]. rewrite <- Rpower_pow by lra. apply Rle_Rpower; [lra|].
  rewrite <- (Rpower_1 (INR m)) at 2 by lra. apply Rle_Rpower; lra.
Qed.

(** ** Lower bounds of sign-rank *)

(** If the rows of F show all patterns of signs on some e columns, its sign-rank is at least e; and for n >= 4 the
    matrix with 1 on the diagonal and -1 elsewhere has sign-rank 3. *)
Theorem theorem_2_5_5_sign_rank_lower_printed :
  (forall (F : matrix) (n e r : nat) (column : nat -> nat),
    (forall j, (j < e)%nat -> (column j < n)%nat) ->
    (forall v : nat -> bool, exists x, (x < n)%nat /\ forall j, (j < e)%nat -> 0 < F x (column j) * sign (v j)) ->
    sign_rank_at_most n r F -> (e <= r)%nat) /\
  (forall n : nat, (4 <= n)%nat ->
    sign_rank_at_most n 3 diagonal_signs /\ forall r, sign_rank_at_most n r diagonal_signs -> (3 <= r)%nat).
Proof.
  split.
  - intros F n e r c within shattered (B & agree & bounded). apply Nat.nlt_ge. intros more.
    destruct (dependent_columns n r e B c bounded more within) as (v & (k & in_k & other) & vanishes).
    destruct (shattered (fun j => if Rle_dec 0 (v j) then true else false)) as (x & in_x & pattern).
    assert (term : forall j, (j < e)%nat -> 0 <= B x (c j) * v j /\ (v j <> 0 -> B x (c j) * v j <> 0)).
    { intros j in_j. specialize (pattern j in_j). specialize (agree x (c j) in_x (within j in_j)).
      destruct (Rle_dec 0 (v j)); simpl sign in pattern.
      - assert (0 < B x (c j)) by nra. split; [nra|]. intros ?. apply Rmult_integral_contrapositive. split; lra.
      - assert (B x (c j) < 0) by nra. split; [nra|]. intros ?. apply Rmult_integral_contrapositive. split; lra. }
    assert (0 < sum (fun j => B x (c j) * v j) e); [|rewrite vanishes in *; [lra | exact in_x]].
    apply sum_positive; [intros; now apply term | exists k; split; [exact in_k | now apply term]].
  - intros n four. split.
    + apply diagonal_signs_three.
    + intros r (B & agree & bounded). apply Nat.nlt_ge. intros few.
      apply (rank_more n r 2 B ltac:(lia)) in bounded. destruct bounded as (P & Q & product).
      assert (minor : forall x u y v, (x < 4)%nat -> (u < 4)%nat -> (y < 4)%nat -> (v < 4)%nat ->
        B x y * B u v - B x v * B u y =
          (P x 0%nat * P u 1%nat - P x 1%nat * P u 0%nat) * (Q 0%nat y * Q 1%nat v - Q 0%nat v * Q 1%nat y)).
      { intros x u y v ? ? ? ?. rewrite !product by lia. simpl. ring. }
      assert (plus : forall x, (x < 4)%nat -> 0 < B x x).
      { intros x ?. specialize (agree x x ltac:(lia) ltac:(lia)). unfold diagonal_signs in agree.
        rewrite Nat.eqb_refl in agree. lra. }
      assert (minus : forall x y, (x < 4)%nat -> (y < 4)%nat -> x <> y -> 0 < - B x y).
      { intros x y ? ? ?. specialize (agree x y ltac:(lia) ltac:(lia)). unfold diagonal_signs in agree.
        destruct (Nat.eqb_spec x y); [contradiction | lra]. }
      (* Rows 0 and 1, columns 1, 2 and 0, 3; rows 0 and 2, columns 2, 1 and 0, 3. *)
      pose proof (minor 0 1 1 2 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as E1.
      pose proof (minor 0 1 0 3 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as E2.
      pose proof (minor 0 2 2 1 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as E3.
      pose proof (minor 0 2 0 3 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as E4.
      assert (signs : forall x u v, (x < 4)%nat -> (u < 4)%nat -> (v < 4)%nat -> x <> u -> x <> v -> u <> v ->
        0 < B x u * B u v - B x v * B u u /\ B x x * B u v - B x v * B u x < 0).
      { intros x u v ? ? ? xu xv uv. pose proof (plus x ltac:(lia)). pose proof (plus u ltac:(lia)).
        pose proof (minus x u ltac:(lia) ltac:(lia) xu). pose proof (minus u x ltac:(lia) ltac:(lia) (not_eq_sym xu)).
        pose proof (minus u v ltac:(lia) ltac:(lia) uv). pose proof (minus x v ltac:(lia) ltac:(lia) xv). split; nra. }
      destruct (signs 0 1 2 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as [up1 _].
      destruct (signs 0 1 3 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as [_ down1].
      destruct (signs 0 2 1 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as [up2 _].
      destruct (signs 0 2 3 ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia))%nat as [_ down2].
      set (D12 := Q 0%nat 1%nat * Q 1%nat 2%nat - Q 0%nat 2%nat * Q 1%nat 1%nat) in *.
      set (D03 := Q 0%nat 0%nat * Q 1%nat 3%nat - Q 0%nat 3%nat * Q 1%nat 0%nat) in *.
      replace (Q 0%nat 2%nat * Q 1%nat 1%nat - Q 0%nat 1%nat * Q 1%nat 2%nat) with (- D12) in E3 by (unfold D12; ring).
      set (alpha := P 0%nat 0%nat * P 1%nat 1%nat - P 0%nat 1%nat * P 1%nat 0%nat) in *.
      set (beta := P 0%nat 0%nat * P 2%nat 1%nat - P 0%nat 1%nat * P 2%nat 0%nat) in *.
      rewrite E1 in up1. rewrite E2 in down1. rewrite E3 in up2. rewrite E4 in down2.
      assert (alpha * D12 * (alpha * D03) < 0) by nra. assert (beta * - D12 * (beta * D03) < 0) by nra.
      assert (0 <= alpha * alpha) by nra. assert (0 <= beta * beta) by nra. nra.
Qed.
