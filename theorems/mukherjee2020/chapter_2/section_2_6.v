(** Section 2.6 of Mukherjee 2020: the inputs of Andreev's function, gates that a restriction makes removable and
    how often, the exponents of the theorem, the bound on the agreement, and the number of functions that circuits
    compute. *)

From Coq Require Import Reals List Lia Lra.
From Coquelicot Require Import Rcomplements.
From Marginalia.formal Require Import vectors networks ltf_circuits logarithms networks_facts boolean boolean_facts.
From Marginalia.formal Require Import andreev chance restrictions restrictions_facts probability circuit_counts_facts.
From Marginalia.formal Require Import andreev_facts lists_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_6_1.
Import ListNotations.
Open Scope R_scope.

(** An input of Andreev's function of n bits: a string, and a matrix by its rows. *)
Definition is_input (n : nat) (p : bits * list bits) : Prop :=
  length (fst p) = (n / 2)%nat /\ length (snd p) = rows n /\ Forall (fun row => length row = columns n) (snd p).

(** f is a bijection from {0, 1}^n to these inputs. *)
Definition is_bijection (n : nat) (f : bits -> bits * list bits) : Prop :=
  (forall x, length x = n -> is_input n (f x)) /\
  (forall x y, length x = n -> length y = n -> f x = f y -> x = y) /\
  (forall p, is_input n p -> exists x, length x = n /\ f x = p).

(** All bits of an input. *)
Definition flatten (p : bits * list bits) : bits := fst p ++ concat (snd p).

Lemma length_flatten n p : is_input n p -> length (flatten p) = input_bits n.
Proof.
  intros (first & second & each). unfold flatten. rewrite app_length, first.
  rewrite (length_concat (columns n)) by exact each. unfold input_bits. now rewrite <- second.
Qed.

Lemma chunks_fit c l x : length x = (l * c)%nat ->
  length (chunks c l x) = l /\ Forall (fun row => length row = c) (chunks c l x) /\ concat (chunks c l x) = x.
Proof.
  revert x. induction l as [|l IH]; intros x size; [destruct x; [repeat split; constructor | discriminate]|].
  simpl in *. destruct (IH (skipn c x)) as (long & each & whole); [rewrite skipn_length; lia|].
  split; [now rewrite long | split; [constructor; [rewrite firstn_length; lia | exact each]|]].
  rewrite whole. apply firstn_skipn.
Qed.

Lemma flatten_back n p : is_input n p ->
  (firstn (n / 2)%nat (flatten p), chunks (columns n) (rows n) (skipn (n / 2)%nat (flatten p))) = p.
Proof.
  destruct p as [x a]. intros (first & second & each). simpl in *. unfold flatten. cbn [fst snd].
  rewrite <- first, firstn_app, firstn_all, Nat.sub_diag, app_nil_r, skipn_app, skipn_all, Nat.sub_diag.
  cbn [app skipn]. rewrite <- second, <- (app_nil_r (concat a)). now rewrite chunks_of_rows.
Qed.

(** There is a bijection if and only if the numbers of bits agree. *)
Lemma bijection_by_bits n : (input_bits n <= n)%nat -> ((exists f, is_bijection n f) <-> n = input_bits n).
Proof.
  intros few. split.
  - intros (f & into & once & _).
    assert (many : (2 ^ n <= 2 ^ input_bits n)%nat).
    { rewrite <- (length_cube n), <- (length_cube (input_bits n)), <- (map_length (fun x => flatten (f x))).
      apply NoDup_incl_length.
      - assert (distinct : forall l, NoDup l -> (forall x, In x l -> length x = n) ->
          NoDup (map (fun x => flatten (f x)) l)).
        { induction 1 as [|x l out _ IH]; intros sized; [constructor|]. simpl.
          constructor; [|apply IH; intros; apply sized; now right].
          intros I. apply in_map_iff in I as (y & same & I). apply out.
          assert (Lx : length x = n) by (apply sized; now left). assert (Ly : length y = n) by (apply sized; now right).
          replace x with y; [exact I|]. apply once; auto.
          rewrite <- (flatten_back n (f y)), <- (flatten_back n (f x)), same by now apply into. reflexivity. }
        apply distinct; [apply cube_distinct | intros x; apply in_cube].
      - intros z I. apply in_map_iff in I as (x & <- & I). apply in_cube, length_flatten, into.
        now apply in_cube in I. }
    apply Nat.pow_le_mono_r_iff in many; lia.
  - intros same. exists (fun x => (firstn (n / 2) x, chunks (columns n) (rows n) (skipn (n / 2) x))).
    assert (rest : forall x : bits, length x = n -> length (skipn (n / 2) x) = (rows n * columns n)%nat)
      by (intros x size; rewrite skipn_length; unfold input_bits in same; lia).
    split; [|split].
    + intros x size. destruct (chunks_fit (columns n) (rows n) _ (rest x size)) as (long & each & _).
      split; [|split; [exact long | exact each]]. cbn [fst]. rewrite firstn_length. unfold input_bits in same. lia.
    + intros x y size_x size_y E. pose proof (f_equal fst E) as first. pose proof (f_equal snd E) as second.
      cbn [fst snd] in first, second.
      rewrite <- (firstn_skipn (n / 2) x), <- (firstn_skipn (n / 2) y), first. f_equal.
      destruct (chunks_fit (columns n) (rows n) _ (rest x size_x)) as (_ & _ & <-).
      destruct (chunks_fit (columns n) (rows n) _ (rest y size_y)) as (_ & _ & <-). now rewrite second.
    + intros p input. exists (flatten p). split; [now rewrite (length_flatten n)|]. now apply flatten_back.
Qed.

(** There is not always a bijection from {0, 1}^n to the inputs of Andreev's function: for n = 5 they have 4 bits. *)
Theorem section_2_6_andreev_bijection_printed_refuted :
  ~ (forall n : nat, (4 <= n)%nat -> exists f, is_bijection n f).
Proof.
  intros claimed. specialize (claimed 5%nat ltac:(lia)).
  apply bijection_by_bits in claimed; [discriminate | exact (proj1 (bits_left_over 5 ltac:(lia)))].
Qed.

(** At most L bits are left over, and there is a bijection if and only if n is even and L divides n/2. *)
Theorem section_2_6_andreev_bijection_repaired : forall n : nat, (4 <= n)%nat ->
  (n / 2 + rows n * columns n <= n)%nat /\ (n <= n / 2 + rows n * columns n + rows n)%nat /\
  ((exists f, is_bijection n f) <-> (2 * (n / 2) = n)%nat /\ (2 * rows n * columns n = n)%nat).
Proof.
  intros n large. destruct (bits_left_over n large) as (few & less & all). split; [exact few | split; [exact less|]].
  rewrite bijection_by_bits by exact few. exact all.
Qed.

(** On the cube {0, 1}^k the gate computes an affine function, as wires to the output do. *)
Definition removable (k : nat) (g : gate) : Prop :=
  exists h : gate, length (weights h) = k /\
    forall y : bits, length y = k -> relu (gate_value g (zeros_ones y)) = gate_value h (zeros_ones y).

Definition on_all_bits (k : nat) (g : gate) (P : R -> Prop) : Prop :=
  forall y : bits, length y = k -> P (gate_value g (zeros_ones y)).

(** A gate may be removable though its argument is neither non-positive nor positive: y for one bit. *)
Theorem section_2_6_relu_removable_printed_refuted :
  ~ (forall (k : nat) (g : gate), (1 <= k)%nat -> length (weights g) = k ->
      (removable k g <-> on_all_bits k g (fun t => t <= 0) \/ on_all_bits k g (fun t => 0 < t))).
Proof.
  intros claimed. destruct (claimed 1%nat (Gate [1] 0) (le_n 1) eq_refl) as [to _]. destruct to as [low | high].
  - exists (Gate [1] 0). split; [reflexivity|]. intros [|[|] [|]] long; try discriminate;
      unfold gate_value; simpl; rewrite relu_nonneg; lra.
  - specialize (low [true] eq_refl). unfold gate_value in low. simpl in low. lra.
  - specialize (high [false] eq_refl). unfold gate_value in high. simpl in high. lra.
Qed.

(** It is removable where its argument is non-positive, and where it is non-negative. *)
Theorem section_2_6_relu_removable_repaired : forall (k : nat) (g : gate), (1 <= k)%nat -> length (weights g) = k ->
  on_all_bits k g (fun t => t <= 0) \/ on_all_bits k g (fun t => 0 <= t) -> removable k g.
Proof.
  intros k g _ size [low | high].
  - exists (Gate (origin k) 0). split; [apply repeat_length|]. intros y long. rewrite relu_nonpos by now apply low.
    unfold gate_value. cbn [weights bias]. unfold origin. clear. generalize (zeros_ones y).
    induction k as [|k IH]; intros [|t x]; simpl; try ring. specialize (IH x). lra.
  - exists g. split; [exact size|]. intros y long. apply relu_nonneg. now apply high.
Qed.

(** The threshold gate with the same weights has one value on the cube. *)
Definition forced (k : nat) (g : gate) : Prop :=
  exists c : R, forall y : bits, length y = k -> threshold g (zeros_ones y) = c.

(** This is not so under the same conditions: for the argument y of one bit the threshold gate is constant, but the
    argument is neither non-positive nor positive. *)
Theorem section_2_6_collapse_same_printed_refuted :
  ~ (forall (k : nat) (g : gate), (1 <= k)%nat -> length (weights g) = k ->
      (forced k g <-> on_all_bits k g (fun t => t <= 0) \/ on_all_bits k g (fun t => 0 < t))).
Proof.
  intros claimed. destruct (claimed 1%nat (Gate [1] 0) (le_n 1) eq_refl) as [to _]. destruct to as [low | high].
  - exists 1. intros [|[|] [|]] long; try discriminate; unfold threshold, fires, gate_value; simpl;
      destruct (Rle_dec _ _); lra.
  - specialize (low [true] eq_refl). unfold gate_value in low. simpl in low. lra.
  - specialize (high [false] eq_refl). unfold gate_value in high. simpl in high. lra.
Qed.

(** Where the threshold gate is constant, the ReLU gate is removable. *)
Theorem section_2_6_collapse_same_repaired : forall (k : nat) (g : gate), (1 <= k)%nat -> length (weights g) = k ->
  forced k g -> removable k g.
Proof.
  intros k g some size [c constant]. apply section_2_6_relu_removable_repaired; [exact some | exact size|].
  destruct (Req_dec c 1) as [-> | other]; [right | left]; intros y long; specialize (constant y long);
    unfold threshold, fires in constant; destruct (Rle_dec 0 (gate_value g (zeros_ones y))); try lra.
Qed.

(** ** The exponents *)

(** With delta = theta / (2 (2 + theta)) the exponents of epsilon and of n are as in the theorem, but that of the
    logarithm is not: for theta = 2 it is 4, and not 8/7. *)
Theorem section_2_6_delta_theta_printed_refuted :
  ~ (forall theta delta : R, 0 < theta -> 0 < delta < 1 / 2 -> delta = theta / (2 * (2 + theta)) ->
      ((4 + theta) / (2 + theta) = 2 * (1 - delta) /\ 1 / 2 + 1 / (2 + theta) = 1 - delta) /\
      2 + theta = 2 / (2 - delta)).
Proof.
  intros claimed. destruct (claimed 2 (1 / 4)) as [_ wrong]; [lra | lra | field|].
  replace (2 / (2 - 1 / 4)) with (8 / 7) in wrong by field. lra.
Qed.

(** It is 2 / (1 - 2 delta), and every delta between 0 and 1/2 belongs to some theta. *)
Theorem section_2_6_delta_theta_repaired :
  (forall theta delta : R, 0 < theta -> delta = theta / (2 * (2 + theta)) ->
    0 < delta < 1 / 2 /\
    ((4 + theta) / (2 + theta) = 2 * (1 - delta) /\ 1 / 2 + 1 / (2 + theta) = 1 - delta) /\
    (2 + theta) * (1 - 2 * delta) = 2) /\
  (forall delta : R, 0 < delta < 1 / 2 -> exists theta, 0 < theta /\ delta = theta / (2 * (2 + theta))).
Proof.
  split.
  - intros theta delta positive ->. split; [split|].
    + apply Rdiv_lt_0_compat; lra.
    + apply Rmult_lt_reg_r with (2 * (2 + theta)); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
    + repeat split; field; lra.
  - intros delta between. exists (4 * delta / (1 - 2 * delta)). split; [apply Rdiv_lt_0_compat; lra | field; lra].
Qed.

(** ** How likely a restriction removes a gate *)

(** For a threshold function of the L c entries of the matrix, and a partition of them into L rows of c, numbered in any
    way: the chance that a random restriction leaves it unforced is at most sqrt(2) log(n) / sqrt(n), with base 2. *)
Theorem section_2_6_eta_sharpened : forall (n : nat) (parts : list (list nat)) (f : bits -> bool), (4 <= n)%nat ->
  is_threshold_function (rows n * columns n) f -> equal_parts (rows n * columns n) (columns n) parts ->
  chance (block_restrictions (rows n * columns n) parts) (fun rho => negb (forced_to_constant f rho)) <=
    sqrt 2 * (ln (INR n) / ln 2) / sqrt (INR n).
Proof.
  intros n parts f large gate_ parts_. destruct (shape n large) as (some & wide & tall & enough).
  set (L := rows n) in *. set (c := columns n) in *.
  destruct (lemma_2_6_1_sharpened (L * c) c parts f ltac:(nia) gate_ parts_) as [_ bound].
  apply Rle_trans with (1 := bound). pose proof (length_parts _ _ _ parts_) as size.
  assert (rows_ : length parts = L) by nia. rewrite rows_.
  assert (pos_n : 0 < INR n) by (apply lt_0_INR; lia). assert (pos_L : 0 < INR L) by (apply lt_0_INR; lia).
  assert (pos_c : 0 < INR c) by (apply lt_0_INR; lia).
  assert (log : INR L + 1 <= ln (INR n) / ln 2) by now apply rows_below_log2.
  set (log_n := ln (INR n) / ln 2) in *.
  rewrite mult_INR. assert (s1 : 0 < sqrt (INR L * INR c)) by (apply sqrt_lt_R0; nra).
  assert (s2 : 0 < sqrt (INR n)) by now apply sqrt_lt_R0.
  apply Rmult_le_reg_r with (sqrt (INR L * INR c) * sqrt (INR n)); [nra|].
  replace (INR L / sqrt (INR L * INR c) * (sqrt (INR L * INR c) * sqrt (INR n))) with (INR L * sqrt (INR n))
    by (field; lra).
  replace (sqrt 2 * log_n / sqrt (INR n) * (sqrt (INR L * INR c) * sqrt (INR n)))
    with (log_n * (sqrt 2 * sqrt (INR L * INR c))) by (field; lra).
  rewrite <- sqrt_mult by nra. apply Rsqr_incr_0; [|nra|].
  - unfold Rsqr. replace (INR L * sqrt (INR n) * (INR L * sqrt (INR n)))
      with (INR L * INR L * (sqrt (INR n) * sqrt (INR n))) by ring. rewrite sqrt_sqrt by lra.
    replace (log_n * sqrt (2 * (INR L * INR c)) * (log_n * sqrt (2 * (INR L * INR c))))
      with (log_n * log_n * (sqrt (2 * (INR L * INR c)) * sqrt (2 * (INR L * INR c)))) by ring.
    rewrite sqrt_sqrt by nra. apply le_INR in enough. rewrite !mult_INR, pow_INR, plus_INR in enough.
    simpl (INR 2) in enough. simpl (INR 1) in enough.
    apply Rle_trans with ((INR L + 1) * (INR L + 1) * (2 * (INR L * INR c))).
    + simpl in enough. nra.
    + apply Rmult_le_compat_r; [nra|]. nra.
  - apply Rmult_le_pos; [lra | apply sqrt_pos].
Qed.

(** A gate is removable with probability at least 1 - O(log(n) / sqrt(n)). *)
Theorem section_2_6_eta_printed : exists C : R, 0 < C /\
  forall (n : nat) (parts : list (list nat)) (f : bits -> bool), (4 <= n)%nat ->
    is_threshold_function (rows n * columns n) f -> equal_parts (rows n * columns n) (columns n) parts ->
    chance (block_restrictions (rows n * columns n) parts) (fun rho => negb (forced_to_constant f rho)) <=
      C * (ln (INR n) / ln 2) / sqrt (INR n).
Proof. exists (sqrt 2). split; [apply sqrt_lt_R0; lra | exact section_2_6_eta_sharpened]. Qed.

(** ** How many gates the bound on the agreement admits *)

(** 1/2 + 2 epsilon / 3 + w (1 - eta) / s with 1 - eta = K log2(n) / sqrt(n) and
    s = epsilon^(2/(2 + theta)) n^(1/(2 + theta)) / (2^(1/(2 + theta)) log2(n/2)). *)
Definition agreement_bound (K theta n eps w : R) : R :=
  1 / 2 + 2 * eps / 3 + w * (K * log2 n / sqrt n) /
    (Rpower eps (2 / (2 + theta)) * Rpower n (1 / (2 + theta)) / (Rpower 2 (1 / (2 + theta)) * log2 (n / 2))).

(** epsilon^(1 + 2/(2 + theta)) n^(1/2 + 1/(2 + theta)). *)
Definition scale_of (theta n eps : R) : R := Rpower eps (1 + 2 / (2 + theta)) * Rpower n (1 / 2 + 1 / (2 + theta)).

Lemma log2_positive x : 1 < x -> 0 < log2 x.
Proof.
  intros large. unfold log2. pose proof ln_lt_2. apply Rdiv_lt_0_compat; [|lra].
  rewrite <- ln_1. apply ln_increasing; lra.
Qed.

Lemma admitted K theta n eps w : 0 < K -> 0 < theta -> 3 <= n -> 0 < eps ->
  (agreement_bound K theta n eps w <= 1 / 2 + eps <->
    w <= scale_of theta n eps / (3 * K * Rpower 2 (1 / (2 + theta)) * log2 n * log2 (n / 2))).
Proof.
  intros pos_K pos_theta large pos_eps. unfold agreement_bound, scale_of.
  pose proof (log2_positive n ltac:(lra)) as l1. pose proof (log2_positive (n / 2) ltac:(lra)) as l2.
  rewrite !Rpower_plus, (Rpower_1 eps) by exact pos_eps.
  replace (Rpower n (1 / 2)) with (sqrt n) by (symmetry; replace (1 / 2) with (/ 2) by field; apply Rpower_sqrt; lra).
  assert (s0 : 0 < sqrt n) by (apply sqrt_lt_R0; lra).
  set (E := Rpower eps (2 / (2 + theta))). set (F := Rpower n (1 / (2 + theta))). set (D := Rpower 2 (1 / (2 + theta))).
  assert (0 < E) by apply exp_pos. assert (0 < F) by apply exp_pos. assert (0 < D) by apply exp_pos.
  set (a := log2 n) in *. set (b := log2 (n / 2)) in *. clearbody a b D E F.
  replace (w * (K * a / sqrt n) / (E * F / (D * b))) with (w * (K * a * D * b) / (sqrt n * E * F))
    by (field; repeat split; lra).
  replace (eps * E * (sqrt n * F) / (3 * K * D * a * b)) with (eps / 3 * (sqrt n * E * F) / (K * a * D * b))
    by (field; repeat split; lra).
  assert (p : 0 < K * a * D * b) by (repeat apply Rmult_lt_0_compat; assumption).
  assert (q : 0 < sqrt n * E * F) by (repeat apply Rmult_lt_0_compat; assumption).
  set (P := K * a * D * b) in *. set (Q := sqrt n * E * F) in *.
  split; intros small.
  - apply Rmult_le_reg_r with (1 := p). replace (eps / 3 * Q / P * P) with (eps / 3 * Q) by (field; lra).
    assert (part : w * P / Q <= eps / 3) by lra. apply Rmult_le_compat_r with (r := Q) in part; [|lra].
    replace (w * P / Q * Q) with (w * P) in part by (field; lra). exact part.
  - apply Rmult_le_compat_r with (r := P) in small; [|lra].
    replace (eps / 3 * Q / P * P) with (eps / 3 * Q) in small by (field; lra).
    enough (w * P / Q <= eps / 3) by lra. apply Rmult_le_reg_r with (1 := q).
    replace (w * P / Q * Q) with (w * P) by (field; lra). exact small.
Qed.

(** For all n >= 3 the bound is at most 1/2 + epsilon if and only if the number w of gates is at most
    epsilon^(1 + 2/(2 + theta)) n^(1/2 + 1/(2 + theta)) / (3 K 2^(1/(2 + theta)) log2(n) log2(n/2)). *)
Theorem section_2_6_final_algebra_repaired : forall (K theta eps : R) (n w : nat),
  0 < K -> 0 < theta -> (3 <= n)%nat -> 0 < eps ->
  (agreement_bound K theta (INR n) eps (INR w) <= 1 / 2 + eps <->
    INR w <= scale_of theta (INR n) eps / (3 * K * Rpower 2 (1 / (2 + theta)) * log2 (INR n) * log2 (INR n / 2))).
Proof.
  intros K theta eps n w pos_K pos_theta large pos_eps. apply admitted; try assumption.
  apply (le_INR 3) in large. simpl in large. lra.
Qed.

Lemma tower m : (8 <= m)%nat -> (2 * (4 * m) ^ 4 < 16 ^ (m - 1))%nat.
Proof.
  intros large. induction large as [|m large IH].
  - change (2 ^ 1 * (2 ^ 5) ^ 4 < (2 ^ 4) ^ 7)%nat. rewrite <- !Nat.pow_mul_r, <- Nat.pow_add_r.
    apply Nat.pow_lt_mono_r; lia.
  - replace (S m - 1)%nat with (S (m - 1)) by lia. rewrite (Nat.pow_succ_r' 16).
    assert (step : ((4 * S m) ^ 4 <= (2 * (4 * m)) ^ 4)%nat) by (apply Nat.pow_le_mono_l; lia).
    rewrite (Nat.pow_mul_l 2 (4 * m)) in step. change (2 ^ 4)%nat with 16%nat in step.
    set (p := ((4 * S m) ^ 4)%nat) in *. set (q := ((4 * m) ^ 4)%nat) in *. set (r := (16 ^ (m - 1))%nat) in *.
    clearbody p q r. lia.
Qed.

(** A constant times epsilon^(1 + 2/(2 + theta)) n^(1/2 + 1/(2 + theta)) log2(n/2) / log2(n) gates are too many: for no
    constant and no least n is the bound at most 1/2 + epsilon for all smaller numbers w of gates. *)
Theorem section_2_6_final_algebra_printed_refuted :
  ~ (forall K theta : R, 0 < K -> 0 < theta -> exists (C : R) (least : nat), 0 < C /\
      forall (n w : nat) (eps : R), (least <= n)%nat -> (3 <= n)%nat -> 0 < eps ->
        eps > sqrt (2 * Rpower (log2 (INR n / 2)) (2 + theta) / INR n) -> eps <= 3 / 2 ->
        INR w <= C * scale_of theta (INR n) eps * log2 (INR n / 2) / log2 (INR n) ->
        agreement_bound K theta (INR n) eps (INR w) <= 1 / 2 + eps).
Proof.
  intros claimed. destruct (claimed 1 2 ltac:(lra) ltac:(lra)) as (C & least & positive & bound).
  destruct (nfloor_ex (2 / C)) as [m0 [_ far]]; [left; apply Rdiv_lt_0_compat; lra|].
  set (m := (8 + least + m0)%nat). set (n := (16 ^ m)%nat).
  assert (ln2 : 0 < ln 2) by (pose proof ln_lt_2; lra).
  assert (size : INR n = Rpower 2 (INR (4 * m))).
  { unfold n. rewrite Rpower_pow by lra. rewrite pow_INR, pow_mult. f_equal. simpl. ring. }
  assert (l1 : log2 (INR n) = INR (4 * m)).
  { unfold log2. rewrite size. unfold Rpower. rewrite ln_exp. field. lra. }
  assert (half : INR n / 2 = Rpower 2 (INR (4 * m) - 1)).
  { rewrite size. unfold Rminus. rewrite Rpower_plus, Rpower_Ropp, Rpower_1 by lra. reflexivity. }
  assert (l2 : log2 (INR n / 2) = INR (4 * m) - 1).
  { unfold log2. rewrite half. unfold Rpower. rewrite ln_exp. field. lra. }
  assert (scale_ : scale_of 2 (INR n) (1 / 4) = 8 ^ (m - 1)).
  { unfold scale_of. rewrite size, Rpower_mult. replace (1 / 4) with (Rpower 2 (- INR 2))
      by (rewrite Rpower_Ropp, Rpower_pow by lra; simpl; field).
    rewrite Rpower_mult, <- Rpower_plus.
    replace (- INR 2 * (1 + 2 / (2 + 2)) + INR (4 * m) * (1 / 2 + 1 / (2 + 2))) with (INR (3 * (m - 1)))
      by (rewrite !mult_INR, minus_INR by (unfold m; lia); simpl; field).
    rewrite Rpower_pow, pow_mult by lra. f_equal. ring. }
  assert (grown : (m <= 8 ^ (m - 1))%nat).
  { assert (m - 1 < 8 ^ (m - 1))%nat by (apply Nat.pow_gt_lin_r; lia). lia. }
  assert (many : INR m <= 8 ^ (m - 1)).
  { apply le_INR in grown. rewrite pow_INR in grown. replace (INR 8) with 8 in grown by (simpl; ring). exact grown. }
  assert (large : 8 <= INR m) by (replace 8 with (INR 8) by (simpl; ring); apply le_INR; unfold m; lia).
  assert (beyond_C : 2 / C < INR m).
  { apply Rlt_le_trans with (1 := far). rewrite <- S_INR. apply le_INR. unfold m. lia. }
  assert (four : INR (4 * m) = 4 * INR m) by (rewrite mult_INR; simpl; ring).
  set (y := 8 ^ (m - 1)) in *. clearbody y. set (X := C * y * (4 * INR m - 1) / (4 * INR m)).
  assert (X0 : 0 <= X).
  { unfold X. apply Rmult_le_pos; [apply Rmult_le_pos; [apply Rmult_le_pos|] | left; apply Rinv_0_lt_compat]; lra. }
  destruct (nfloor_ex X X0) as [w [w_low w_high]].
  assert (big_n : (least <= n)%nat /\ (3 <= n)%nat).
  { assert (m < n)%nat by (apply Nat.pow_gt_lin_r; lia). unfold m in *. lia. }
  specialize (bound n w (1 / 4) (proj1 big_n) (proj2 big_n) ltac:(lra)).
  rewrite l2, l1, scale_, four in bound.
  assert (small : 1 / 4 > sqrt (2 * Rpower (4 * INR m - 1) (2 + 2) / INR n)).
  { apply Rlt_gt. rewrite <- (sqrt_Rsqr (1 / 4)) by lra. unfold Rsqr. apply sqrt_lt_1_alt. split.
    - apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; rewrite size; apply exp_pos].
      apply Rmult_le_pos; [lra | left; apply exp_pos].
    - replace (2 + 2) with (INR 4) by (simpl; ring). rewrite Rpower_pow by lra.
      pose proof (tower m ltac:(unfold m; lia)) as low. apply lt_INR in low.
      rewrite mult_INR, !pow_INR, four in low. simpl (INR 2) in low.
      replace (INR 16) with 16 in low by (simpl; ring).
      assert (whole : INR n = 16 * 16 ^ (m - 1)).
      { unfold n. replace m with (S (m - 1)) at 1 by (unfold m; lia). rewrite pow_INR.
        replace (INR 16) with 16 by (simpl; ring). reflexivity. }
      assert (0 < 16 ^ (m - 1)) by (apply pow_lt; lra).
      assert (less : (4 * INR m - 1) ^ 4 <= (4 * INR m) ^ 4) by (apply pow_incr; lra).
      rewrite whole. apply Rmult_lt_reg_r with (16 * 16 ^ (m - 1)); [lra|]. unfold Rdiv at 1.
      rewrite Rmult_assoc, Rinv_l by lra. lra. }
  specialize (bound small ltac:(lra) w_low).
  apply (admitted 1 2 (INR n) (1 / 4) (INR w)) in bound; [| lra | lra | | lra].
  - rewrite l1, l2, scale_, four in bound.
    assert (root : 1 <= Rpower 2 (1 / (2 + 2))).
    { rewrite <- (Rpower_O 2) at 1 by lra. apply Rle_Rpower; lra. }
    set (D := Rpower 2 (1 / (2 + 2))) in *. clearbody D.
    assert (below : y / (3 * 1 * D * (4 * INR m) * (4 * INR m - 1)) <= y * (C / 4)).
    { unfold Rdiv at 1. apply Rmult_le_compat_l; [lra|].
      assert (C * INR m > 2).
      { apply Rmult_lt_compat_l with (r := C) in beyond_C; [|lra].
        replace (C * (2 / C)) with 2 in beyond_C by (field; lra). lra. }
      assert (wide : 4 * INR m <= 3 * 1 * D * (4 * INR m) * (4 * INR m - 1)).
      { assert (1 <= 3 * 1 * D * (4 * INR m - 1)) by nra. nra. }
      apply Rle_trans with (/ (4 * INR m)); [apply Rinv_le_contravar; lra|].
      apply Rmult_le_reg_r with (4 * INR m); [lra|]. rewrite Rinv_l by lra. nra. }
    assert (above : y * (3 * C / 4) <= X).
    { unfold X. apply Rmult_le_reg_r with (4 * INR m); [lra|].
      replace (C * y * (4 * INR m - 1) / (4 * INR m) * (4 * INR m)) with (C * y * (4 * INR m - 1)) by (field; lra).
      assert (0 < C * y) by nra. nra. }
    assert (C * y > 2).
    { apply Rmult_lt_compat_l with (r := C) in beyond_C; [|lra].
      replace (C * (2 / C)) with 2 in beyond_C by (field; lra). nra. }
    lra.
  - destruct big_n as [_ three]. apply (le_INR 3) in three. simpl (INR 3) in three. lra.
Qed.

(** ** How many functions LTF-of-ReLU circuits compute *)

(** For n >= 1 and w >= 0, LTF-of-ReLU circuits on n bits with w ReLU gates, and wires from the inputs to the output
    gate, compute at most 2^(w + 1 + n (n + 1) (2 w + 1)) functions. *)
Theorem section_2_6_maass_count_sharpened : forall n w : nat, (1 <= n)%nat ->
  (number (functions n) (computed_by_circuit n w) <= 2 ^ (w + 1 + n * (n + 1) * (2 * w + 1)))%nat.
Proof. intros n w _. exact (circuits_counted_in_bits n w). Qed.

(** For n, w >= 1 they are 2^(O(Q^2 log2 Q)) functions, where Q = w n + 2 w + 2. *)
Theorem section_2_6_maass_count_printed : exists K : R, 0 < K /\
  forall (n w : nat) (Q : R), (1 <= n)%nat -> (1 <= w)%nat -> Q = INR (w * n + 2 * w + 2) ->
    INR (number (functions n) (computed_by_circuit n w)) <= Rpower 2 (K * Q ^ 2 * log2 Q).
Proof.
  exists 4. split; [lra|]. intros n w Q some some' ->. set (q := (w * n + 2 * w + 2)%nat).
  apply Rle_trans with (INR (2 ^ (4 * q ^ 2))).
  - apply le_INR. apply Nat.le_trans with (1 := circuits_counted_in_bits n w). apply Nat.pow_le_mono_r; [lia|].
    simpl. unfold q. nia.
  - assert (large : 5 <= INR q) by (replace 5 with (INR 5) by (simpl; ring); apply le_INR; unfold q; nia).
    assert (log : 1 <= log2 (INR q)).
    { unfold log2. pose proof ln_lt_2. apply Rmult_le_reg_r with (ln 2); [lra|]. unfold Rdiv.
      rewrite Rmult_assoc, Rinv_l, Rmult_1_r, Rmult_1_l by lra. left. apply ln_increasing; lra. }
    rewrite pow_INR, <- Rpower_pow by (simpl; lra). replace (INR 2) with 2 by (simpl; ring).
    apply Rle_Rpower; [lra|]. rewrite mult_INR, pow_INR. replace (INR 4) with 4 by (simpl; ring).
    assert (0 <= INR q ^ 2) by (apply pow_le; lra). nra.
Qed.
