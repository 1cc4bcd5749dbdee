(** Theorem 2.5.6 of Mukherjee 2020: the Chattopadhyay-Mande function is computed by 2 n + 1 threshold gates; bounds of
    its sign-rank, and the bound as printed, without a cube root, refuted. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts boolean boolean_facts blocks.
From Marginalia.formal Require Import odd_max_bit ranks ranks_facts lists_facts odd_max_bit_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_9 theorem_2_5_5.
Import ListNotations.
Open Scope R_scope.

(** ** Two threshold gates compare two blocks *)

(** l bits as a number, the first bit the most significant. *)
Fixpoint place_values (l : nat) : list R :=
  match l with
  | O => []
  | S l' => 2 ^ l' :: place_values l'
  end.

Lemma length_place_values l : length (place_values l) = l.
Proof. induction l as [|l IH]; simpl; congruence. Qed.

Lemma numbers_bounded b : 1 - 2 ^ length b <= dot (place_values (length b)) (signs b) <= 2 ^ length b - 1.
Proof.
  induction b as [|e b IH]; [simpl; lra|]. cbn [length place_values signs map dot]. fold (signs b).
  pose proof (pow_lt 2 (length b) ltac:(lra)). simpl pow. destruct e; simpl sign; lra.
Qed.

Lemma numbers_differ b : forall e, length e = length b ->
  dot (place_values (length b)) (signs b) = dot (place_values (length b)) (signs e) -> b = e.
Proof.
  induction b as [|c b IH]; intros [|d e] long same; try discriminate; [reflexivity|]. injection long as long.
  cbn [length place_values signs map dot] in same. fold (signs b) (signs e) in same.
  pose proof (numbers_bounded b) as first. pose proof (numbers_bounded e) as second. rewrite long in second.
  pose proof (pow_lt 2 (length b) ltac:(lra)).
  destruct c, d; simpl sign in same; try lra; f_equal; apply IH; trivial; lra.
Qed.

(** The weights with which n blocks of l bits make the number of the e-th. *)
Definition window (n l e : nat) : point := repeat 0 ((e - 1) * l) ++ place_values l ++ repeat 0 ((n - e) * l).

Lemma length_window n l e : (1 <= e <= n)%nat -> length (window n l e) = (n * l)%nat.
Proof. intros inside. unfold window. rewrite !app_length, !repeat_length, length_place_values. nia. Qed.

Lemma dot_window n l e x : (1 <= e <= n)%nat -> length x = (n * l)%nat ->
  dot (window n l e) (signs x) = dot (place_values l) (signs (block l e x)).
Proof.
  intros inside long. unfold window, block.
  rewrite <- (firstn_skipn ((e - 1) * l) x) at 1. rewrite <- (firstn_skipn l (skipn ((e - 1) * l) x)) at 1.
  unfold signs. rewrite !map_app. rewrite dot_app by (rewrite repeat_length, map_length, firstn_length; nia).
  rewrite dot_app by (rewrite length_place_values, map_length, firstn_length, skipn_length; nia).
  change (repeat 0 ((e - 1) * l)) with (origin ((e - 1) * l)).
  change (repeat 0 ((n - e) * l)) with (origin ((n - e) * l)).
  rewrite !dot_origin_l. ring.
Qed.

(** The two gates for the e-th blocks: both are 1 where the blocks agree, and else one of them is -1. *)
Definition at_least (n l e : nat) : gate := Gate (window n l e ++ scale (-1) (window n l e)) 0.
Definition no_more (n l e : nat) : gate := Gate (scale (-1) (window n l e) ++ window n l e) 0.

Lemma two_gates n l e x y : (1 <= e <= n)%nat -> length x = (n * l)%nat -> length y = (n * l)%nat ->
  threshold (at_least n l e) (signs x ++ signs y) + threshold (no_more n l e) (signs x ++ signs y) =
    1 + sign (negb (differ (block l e x) (block l e y))).
Proof.
  intros inside long_x long_y. unfold threshold, fires, gate_value, at_least, no_more. cbn [weights bias].
  pose proof (length_window n l e inside) as size.
  rewrite !dot_app by (rewrite ?(length_scale (n * l)), ?length_signs by exact size; congruence).
  rewrite !dot_scale_l, !dot_window by assumption.
  pose proof (length_block n l e x long_x inside) as Lx. pose proof (length_block n l e y long_y inside) as Ly.
  pose proof (differ_agree (block l e x) (block l e y) ltac:(congruence)) as agree.
  pose proof (numbers_differ (block l e x) (block l e y) ltac:(congruence)) as number. rewrite Lx in number.
  destruct (differ (block l e x) (block l e y)); simpl.
  - set (p := dot _ (signs (block l e x))) in *. set (q := dot _ (signs (block l e y))) in *.
    destruct (Rtotal_order p q) as [less | [E | more]].
    + destruct (Rle_dec 0 (p + -1 * q + 0)), (Rle_dec 0 (-1 * p + q + 0)); lra.
    + specialize (number E). apply agree in number. discriminate.
    + destruct (Rle_dec 0 (p + -1 * q + 0)), (Rle_dec 0 (-1 * p + q + 0)); lra.
  - rewrite (proj1 agree eq_refl). destruct (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

(** The bits of ODD-MAX-BIT for x and y, and the sum that it compares with 1/2: it is never strictly between 0 and 4. *)
Definition agreement (l : nat) (x y : bits) (e : nat) : bool := negb (differ (block l e x) (block l e y)).

Lemma function_of_sum n l x y :
  chattopadhyay_mande n l x y = if Rle_dec (1 / 2) (weighted_bits (agreement l x y) n) then -1 else 1.
Proof. apply odd_max_bit_of. Qed.

Lemma sum_gap o n : weighted_bits o n <= 0 \/ 4 <= weighted_bits o n.
Proof.
  induction n as [|n IH]; cbn [weighted_bits]; [left; lra|]. pose proof (weighted_bits_bounded o n) as bounded.
  rewrite !Nat.add_1_r in *. simpl pow in *. assert (0 < 2 ^ n) by (apply pow_lt; lra).
  destruct (o (S n)); simpl sign; [|destruct IH; lra]. destruct (alternating n) as [[-> _] | [-> _]]; lra.
Qed.

(** 1 less the sum has the sign of the function. *)
Lemma sign_of_sum n l x y : 0 < (1 - weighted_bits (agreement l x y) n) * chattopadhyay_mande n l x y.
Proof.
  rewrite function_of_sum. destruct (sum_gap (agreement l x y) n), (Rle_dec _ _); lra.
Qed.

(** ** The circuit *)

Definition unit_weight (e : nat) : R := (-1) ^ (e + 1) * 2 ^ e.
Definition comparing (n l : nat) : list gate := flat_map (fun e => [at_least n l e; no_more n l e]) (seq 1 n).
Definition deciding (n : nat) : gate := Gate (flat_map (fun e => [- unit_weight e; - unit_weight e]) (seq 1 n)) 1.

Lemma pairs_of_gates (c : nat -> R) (T : gate -> R) (g h : nat -> gate) L :
  dot (flat_map (fun e => [- c e; - c e]) L) (map T (flat_map (fun e => [g e; h e]) L)) =
    - total (map (fun e => c e * (T (g e) + T (h e))) L).
Proof.
  induction L as [|e L IH]; [simpl; ring|]. cbn [flat_map app map dot total fold_right].
  fold (total (map (fun e => c e * (T (g e) + T (h e))) L)). rewrite IH. ring.
Qed.

Lemma length_pairs {A : Type} (g h : nat -> A) L : length (flat_map (fun e => [g e; h e]) L) = (2 * length L)%nat.
Proof. induction L as [|e L IH]; simpl in *; lia. Qed.

(** 2 n threshold gates under another one compute the function, whatever the length l of the blocks. *)
Theorem theorem_2_5_6_upper_sharpened : forall n l : nat, (1 <= n)%nat -> (1 <= l)%nat ->
  exists (bottom : list gate) (top : gate),
    length bottom = (2 * n)%nat /\ reads (2 * (n * l)) bottom /\ length (weights top) = length bottom /\
    forall x y : bits, length x = (n * l)%nat -> length y = (n * l)%nat ->
      chattopadhyay_mande n l x y = threshold top (map (fun g => threshold g (signs x ++ signs y)) bottom).
Proof.
  intros n l _ _. exists (comparing n l), (deciding n).
  assert (size : length (comparing n l) = (2 * n)%nat) by (unfold comparing; now rewrite length_pairs, seq_length).
  split; [exact size | split; [|split]].
  - apply Forall_forall. intros g I. apply in_flat_map in I as (e & I & found). apply in_seq in I.
    pose proof (length_window n l e ltac:(lia)) as window_size.
    destruct found as [<- | [<- | []]]; cbn [weights at_least no_more];
      rewrite app_length, (length_scale (n * l)) by exact window_size; lia.
  - rewrite size. unfold deciding. cbn [weights]. now rewrite length_pairs, seq_length.
  - intros x y long_x long_y. unfold threshold at 1, fires, gate_value, deciding, comparing. cbn [weights bias].
    rewrite pairs_of_gates.
    replace (total (map _ (seq 1 n))) with (weighted_bits (agreement l x y) n).
    + pose proof (sign_of_sum n l x y). pose proof (function_of_sum n l x y) as value.
      destruct (Rle_dec (1 / 2) _) in value; rewrite value in *; destruct (Rle_dec _ _); lra.
    + rewrite <- weighted_bits_total. f_equal. apply map_ext_in. intros e I. apply in_seq in I.
      unfold unit_weight, agreement. now rewrite two_gates by (assumption || lia).
Qed.

(** For some constant K, threshold gates under one more threshold gate compute the Chattopadhyay-Mande function of 2 n l
    bits, at most K 2 n l gates in all. *)
Theorem theorem_2_5_6_upper_printed : exists K : R, 0 < K /\ forall n l : nat, (1 <= n)%nat -> (1 <= l)%nat ->
  exists (bottom : list gate) (top : gate),
    (1 <= length bottom)%nat /\ INR (length bottom + 1) <= K * INR (2 * n * l) /\
    reads (2 * (n * l)) bottom /\ length (weights top) = length bottom /\
    forall x y : bits, length x = (n * l)%nat -> length y = (n * l)%nat ->
      chattopadhyay_mande n l x y = threshold top (map (fun g => threshold g (signs x ++ signs y)) bottom).
Proof.
  exists (3 / 2). split; [lra|]. intros n l some long.
  destruct (theorem_2_5_6_upper_sharpened n l some long) as (bottom & top & size & fit & fit' & computed).
  exists bottom, top. rewrite size in *. repeat split; try assumption; [lia|].
  assert (few : (2 * (2 * n + 1) <= 3 * (2 * n * l))%nat) by nia. apply le_INR in few. rewrite !mult_INR in *.
  simpl (INR 2) in *. simpl (INR 3) in few. lra.
Qed.

(** ** The sign-rank *)

(** The matrix of the function, the strings in the order of the cube. *)
Definition function_matrix (n l : nat) : matrix :=
  fun r s => chattopadhyay_mande n l (nth r (cube (n * l)) []) (nth s (cube (n * l)) []).

(** The sign-rank of the matrix of the Chattopadhyay-Mande function, of n blocks of l bits, is at most n 2^l + 1. *)
Theorem theorem_2_5_6_sign_rank_upper_printed : forall n l : nat, (1 <= n)%nat -> (1 <= l)%nat ->
  sign_rank_at_most (2 ^ (n * l)) (n * 2 ^ l + 1) (function_matrix n l).
Proof.
  intros n l _ _. set (m := (n * l)%nat). set (x := fun r => nth r (cube m) []).
  exists (fun r s => 1 - weighted_bits (agreement l (x r) (x s)) n). split; [intros r s _ _; apply sign_of_sum|].
  set (E := fun j r s => 1 + sign (agreement l (x r) (x s) (S j))).
  apply (rank_same _ _ (combination n E (fun j => - unit_weight (S j)) 1)).
  { intros r s _ _. unfold combination. rewrite <- weighted_bits_total, <- seq_shift, map_map, <- sum_total.
    replace (sum (fun j => - unit_weight (S j) * E j r s) n)
      with (sum (fun j => -1 * (unit_weight (S j) * E j r s) + 0 * 0) n)
      by (apply sum_ext; intros; ring).
    rewrite (sum_linear (-1) _ 0 (fun _ => 0)). unfold unit_weight, E. ring. }
  apply (rank_more _ (1 + list_sum (map (fun _ => (2 ^ l)%nat) (seq 0 n)))).
  { rewrite sum_of_same, seq_length. lia. }
  apply rank_of_combination. intros j small.
  destruct (finite_choice (2 ^ m) (fun r k => (k < 2 ^ l)%nat /\ nth k (cube l) [] = block l (S j) (x r)) 0%nat)
    as [group at_group].
  { intros r in_r. apply cube_place, (length_block n); [now apply length_nth_cube | lia]. }
  apply (rank_of_groups _ _ _ group).
  - intros r in_r. now apply at_group.
  - intros r u s in_r in_u _ same. unfold E, agreement.
    rewrite <- (proj2 (at_group r in_r)), <- (proj2 (at_group u in_u)), same. reflexivity.
Qed.

(** For l >= 2 the sign-rank of the matrix of the Chattopadhyay-Mande function, of n blocks of l bits, is at least
    n / 2, rounded down: the strings with one pattern in the blocks 2 j + 1 and 2 j + 2, and another one elsewhere, are
    columns in which the rows show all patterns of signs. *)
Theorem theorem_2_5_6_sign_rank_half_printed : forall n l r : nat, (1 <= n)%nat -> (2 <= l)%nat ->
  sign_rank_at_most (2 ^ (n * l)) r (function_matrix n l) -> (n / 2 <= r)%nat.
Proof.
  intros n l r some long. set (m := (n * l)%nat). set (e := (n / 2)%nat).
  assert (within : (2 * e <= n)%nat) by (unfold e; apply Nat.mul_div_le; lia).
  set (A := repeat true l). set (B := repeat false l). set (C := true :: repeat false (l - 1)).
  assert (AB : A <> B) by (unfold A, B; destruct l as [|l]; [lia | discriminate]).
  assert (AC : A <> C) by (unfold A, C; destruct l as [|[|l]]; [lia | lia | discriminate]).
  assert (CB : C <> B) by (unfold B, C; destruct l as [|l]; [lia | discriminate]).
  assert (LA : length A = l) by apply repeat_length. assert (LB : length B = l) by apply repeat_length.
  assert (LC : length C = l) by (unfold C; cbn [length]; rewrite repeat_length; lia).
  (* The column of the pair j. *)
  destruct (finite_choice e (fun j s => (s < 2 ^ m)%nat /\ forall i, (1 <= i <= n)%nat ->
    block l i (nth s (cube m) []) = if (i - 1) / 2 =? j then A else B) 0%nat) as [column at_column].
  { intros j _. destruct (blocks_given l n (fun i => if (i - 1) / 2 =? j then A else B)) as (y & long_y & blocks).
    - intros i _. now destruct (_ =? _).
    - destruct (cube_place m y long_y) as (s & in_s & <-). now exists s. }
  apply (proj1 theorem_2_5_5_sign_rank_lower_printed (function_matrix n l) (2 ^ m)%nat e r column).
  - intros j small. now apply at_column.
  - intros v.
    (* The block of the pair j where x has the pattern A. *)
    set (chosen := fun j => if v j then (2 * j + 2)%nat else (2 * j + 1)%nat).
    assert (pair : forall j, ((chosen j - 1) / 2 = j)%nat).
    { intros j. symmetry. unfold chosen. destruct (v j).
      - apply (Nat.div_unique _ _ _ 1); lia.
      - apply (Nat.div_unique _ _ _ 0); lia. }
    destruct (blocks_given l n (fun i => if (i =? chosen ((i - 1) / 2))%nat then A else C)) as (x & long_x & blocks).
    { intros i _. now destruct (_ =? _). }
    destruct (cube_place m x long_x) as (s & in_s & at_s). exists s. split; [exact in_s|]. intros j small.
    destruct (at_column j small) as [in_j pattern]. unfold function_matrix. fold m. rewrite at_s.
    set (y := nth (column j) (cube m) []) in *.
    assert (long_y : length y = m) by (apply length_nth_cube; exact in_j).
    assert (between : (1 <= chosen j <= n)%nat) by (unfold chosen; destruct (v j); lia).
    destruct (equation_2_9_printed n l x y some ltac:(lia) long_x long_y) as [last _]. rewrite (last (chosen j)).
    + unfold chosen. destruct (v j); simpl sign.
      * replace (2 * j + 2)%nat with (2 * (j + 1))%nat by lia. rewrite pow_1_even. lra.
      * rewrite Nat.add_1_r, pow_1_odd. lra.
    + exact between.
    + rewrite blocks, pattern, pair, !Nat.eqb_refl by exact between. reflexivity.
    + intros i inside. rewrite blocks, pattern by lia. destruct (Nat.eqb_spec ((i - 1) / 2) j) as [E | E].
      * rewrite E. destruct (Nat.eqb_spec i (chosen j)); [lia | congruence].
      * destruct (i =? _); congruence.
Qed.

(** Without the cube root in its exponent the bound fails: for n = 2^12 and l = 16 + 12 the sign-rank is at most
    2^12 2^28 + 1, and n / 81 - 3 > 47. *)
Theorem theorem_2_5_6_without_the_root_printed :
  ~ (forall n l r : nat, (1 <= n)%nat -> (1 <= l)%nat ->
      INR l = Rpower (INR n) (1 / 3) + ln (INR n) / ln 2 -> sign_rank_at_most (2 ^ (n * l)) r (function_matrix n l) ->
      Rpower 2 (INR n / 81 - 3) <= INR r).
Proof.
  intros claimed. assert (two : 0 < ln 2) by (pose proof ln_lt_2; lra).
  assert (size : exists n : nat, INR n = 2 ^ 12).
  { exists (2 ^ 12)%nat. rewrite pow_INR. reflexivity. }
  destruct size as [n size].
  assert (some : (1 <= n)%nat) by (apply INR_le; rewrite size; simpl; lra).
  assert (power : 2 ^ 12 = Rpower 2 (INR 12)) by (rewrite Rpower_pow; lra).
  specialize (claimed n 28%nat (n * 2 ^ 28 + 1)%nat some ltac:(lia)).
  assert (width : INR 28 = Rpower (INR n) (1 / 3) + ln (INR n) / ln 2).
  { rewrite size, power, Rpower_mult. replace (INR 12 * (1 / 3)) with (INR 4) by (simpl; field).
    rewrite Rpower_pow by lra. unfold Rpower. rewrite ln_exp. simpl. field. lra. }
  specialize (claimed width (theorem_2_5_6_sign_rank_upper_printed n 28 some ltac:(lia))).
  rewrite plus_INR, mult_INR, pow_INR, size in claimed. simpl (INR 1) in claimed.
  replace (INR 2) with 2 in claimed by (simpl; ring).
  assert (large : 2 ^ 47 <= Rpower 2 (2 ^ 12 / 81 - 3)).
  { rewrite <- Rpower_pow by lra. apply Rle_Rpower; simpl; lra. }
  lra.
Qed.
