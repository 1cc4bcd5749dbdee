(** Equation (2.11) of Mukherjee 2020: its exponents for n = 2^(k + 1), and the statement that most functions agree
    rarely with every small circuit. *)

From Coq Require Import Reals List Bool Lia Lra Classical ClassicalDedekindReals.
From Coquelicot Require Import Rcomplements.
From Marginalia.formal Require Import vectors networks boolean andreev chance probability ltf_circuits logarithms.
From Marginalia.formal Require Import vectors_facts networks_facts boolean_facts chance_facts distributions_facts.
From Marginalia.formal Require Import andreev_facts circuit_counts_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_10.
Import ListNotations.
Open Scope R_scope.

(** For n = 2^(k + 1) and E = K s^2 log2(n/2)^2 log2(s log2(n/2)): 2^E e^(-eps^2 2^(1 + floor(log2(n/2))) / 9) equals
    2^(K s^2 k^2 log2(k s)) e^(-2 eps^2 2^k / 9), and this is at most e^(K s^2 k^2 log2(k s) - 2 eps^2 2^k / 9). *)
Theorem equation_2_11_exponent_step_printed : forall (n k s : nat) (K eps : R),
  (1 <= k)%nat -> n = (2 ^ (k + 1))%nat -> (1 <= s)%nat -> 0 < K ->
  Nat.log2 (n / 2) = k /\ log2 (INR n / 2) = INR k /\
  Rpower 2 (K * INR s ^ 2 * log2 (INR n / 2) ^ 2 * log2 (INR s * log2 (INR n / 2))) *
      exp (- (eps ^ 2 / 9) * 2 ^ (1 + Nat.log2 (n / 2))) =
    Rpower 2 (K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s)) * exp (- (2 * eps ^ 2 / 9) * 2 ^ k) /\
  Rpower 2 (K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s)) * exp (- (2 * eps ^ 2 / 9) * 2 ^ k) <=
    exp (K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s) - 2 * eps ^ 2 / 9 * 2 ^ k).
Proof.
  intros n k s K eps some -> some' positive.
  assert (half : (2 ^ (k + 1) / 2 = 2 ^ k)%nat).
  { rewrite Nat.add_1_r, Nat.pow_succ_r', Nat.mul_comm. apply Nat.div_mul. lia. }
  assert (ln2 : 0 < ln 2) by (pose proof ln_lt_2; lra).
  assert (log : log2 (INR (2 ^ (k + 1)) / 2) = INR k).
  { rewrite pow_INR, Nat.add_1_r. change (INR 2) with 2. rewrite <- tech_pow_Rmult.
    replace (2 * 2 ^ k / 2) with (2 ^ k) by field. unfold log2. rewrite <- (Rpower_pow k 2) by lra. unfold Rpower.
    rewrite ln_exp. field. lra. }
  assert (floor_ : Nat.log2 (2 ^ (k + 1) / 2) = k) by (rewrite half; apply Nat.log2_pow2; lia).
  split; [exact floor_ | split; [exact log | split]].
  - rewrite floor_, log, (Rmult_comm (INR s) (INR k)). f_equal. f_equal. simpl. field.
  - set (E := K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s)).
    assert (product : 1 <= INR k * INR s) by (rewrite <- mult_INR; apply (le_INR 1); nia).
    assert (nonneg : 0 <= E).
    { unfold E. apply Rmult_le_pos.
      - repeat apply Rmult_le_pos; try apply pow_le; try apply pos_INR; lra.
      - unfold log2. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
        rewrite <- ln_1. apply ln_le; lra. }
    assert (ln2_small : ln 2 <= 1) by (rewrite <- (ln_exp 1); apply ln_le; [|pose proof (exp_ineq1_le 1)]; lra).
    unfold Rpower. rewrite <- exp_plus.
    assert (less : E * ln 2 + - (2 * eps ^ 2 / 9) * 2 ^ k <= E - 2 * eps ^ 2 / 9 * 2 ^ k) by nra.
    destruct less as [less | ->]; [left; now apply exp_increasing | apply Rle_refl].
Qed.

(** ** Most functions *)

(** epsilon^(2/(2 + theta)) n^(1/(2 + theta)) / (2^(1/(2 + theta)) log2(n/2)). *)
Definition allowed (theta n eps : R) : R :=
  Rpower eps (2 / (2 + theta)) * Rpower n (1 / (2 + theta)) / (Rpower 2 (1 / (2 + theta)) * log2 (n / 2)).

(** Gates of weight zero change nothing. *)
Lemma padded l w (C : ltf_of_relu) : on_bits l C -> (length (gates C) <= w)%nat ->
  computed_by_circuit l w (value C).
Proof.
  intros (reads_ & same & fit) few. set (k := (w - length (gates C))%nat).
  exists (Circuit (wires C) (sums C ++ repeat 0 k) (gates C ++ repeat (Gate (origin l) 0) k)).
  split; [split; [exact reads_ | split]; cbn [sums gates]|split].
  - now rewrite !app_length, !repeat_length, same.
  - apply reads_app; [exact fit|]. apply Forall_forall. intros g I. apply repeat_spec in I as ->. apply length_origin.
  - cbn [gates]. rewrite app_length, repeat_length. unfold k. lia.
  - intros x _. unfold value. cbn [wires sums gates]. do 2 f_equal.
    rewrite map_app, dot_app by now rewrite map_length.
    assert (none : dot (repeat 0 k) (map (fun g => relu (gate_value g (zeros_ones x))) (repeat (Gate (origin l) 0) k))
      = 0) by apply dot_origin_l.
    rewrite none. ring.
Qed.

(** The union bound: the functions that agree often with some circuit of size at most s are a small part of all. *)
Lemma rarely_computed_often (l s : nat) eps : (1 <= l)%nat -> 0 < eps ->
  1 - 2 ^ (s + 1 + l * (l + 1) * (2 * s + 1)) * exp (- (2 ^ (l + 1) * (eps / 3) ^ 2)) <=
    chance_that (functions l) (rarely_computed l s eps).
Proof.
  intros some positive. set (event := fun f => if sig_not_dec (rarely_computed l s eps f) then true else false).
  set (class := filter (fun f => if sig_not_dec (computed_by_circuit l s f) then true else false) (functions l)).
  set (other := fun g =>
    existsb (fun C => at_most (1 / 2 + eps / 3) (chance (cube l) (fun x => eqb (C x) (g x)))) class).
  pose proof (equation_2_10_printed l class (eps / 3) some ltac:(lra)) as rare. fold other in rare.
  assert (few : INR (length class) <= 2 ^ (s + 1 + l * (l + 1) * (2 * s + 1))).
  { rewrite <- INR_pow2. apply le_INR. exact (circuits_counted_in_bits l s). }
  assert (cover : forall f, negb (event f) = true -> other f = true).
  { intros f missed. unfold event in missed. destruct (sig_not_dec _) as [|no]; [discriminate|].
    apply not_all_ex_not in no as [C no]. apply imply_to_and in no as [fit no]. apply imply_to_and in no as [small no].
    assert (member : exists t, In t (cube (2 ^ l)) /\ forall x, length x = l -> of_table t x = value C x).
    { destruct (functions_complete l (value C)) as (t & H & _). now exists t. }
    destruct member as (t & I & values). apply existsb_exists. exists (of_table t). split.
    - apply filter_In. split; [now apply in_map|].
      destruct (padded l s C fit) as (D & fit' & wide & same); [unfold circuit_size in small; lia|].
      destruct (sig_not_dec (computed_by_circuit l s (of_table t))) as [|no']; [reflexivity|]. exfalso. apply no'.
      exists D. split; [exact fit' | split; [exact wide|]]. intros x long. now rewrite same, values.
    - rewrite (chance_ext _ _ (fun x => eqb (value C x) (f x))).
      + destruct (at_most_cases (1 / 2 + eps / 3) (chance (cube l) (fun x => eqb (value C x) (f x))))
          as [[_ yes] | [low _]]; [exact yes | lra].
      + intros x I'. apply in_cube in I'. now rewrite values. }
  assert (sum : 1 - chance (functions l) other <= chance (functions l) event).
  { unfold chance. set (N := length (functions l)).
    assert (large : 0 < INR N).
    { unfold N, functions. rewrite map_length, length_cube, INR_pow2. apply pow_lt. lra. }
    apply Rmult_le_reg_r with (INR N); [exact large|].
    replace ((1 - INR (times (functions l) other) / INR N) * INR N) with (INR N - INR (times (functions l) other))
      by (field; lra).
    replace (INR (times (functions l) event) / INR N * INR N) with (INR (times (functions l) event)) by (field; lra).
    enough (parts : (N <= times (functions l) event + times (functions l) other)%nat)
      by (apply le_INR in parts; rewrite plus_INR in parts; lra).
    unfold N, times. clearbody event other. clear - cover. induction (functions l) as [|f fs IH]; [simpl; lia|].
    specialize (cover f). simpl. destruct (event f), (other f); simpl in *; lia. }
  apply Rle_trans with (2 := sum). pose proof (exp_pos (- (2 ^ (l + 1) * (eps / 3) ^ 2))). nra.
Qed.

Lemma exp_below x y : x <= y -> exp x <= exp y.
Proof. intros [less | ->]; [left; now apply exp_increasing | apply Rle_refl]. Qed.

(** With l = log2(n/2) and Z = (epsilon^2 n/2)^(1/(2 + theta)), which is more than l, the allowed size is Z/l. So the
    exponent is at most a multiple of Z^2, while epsilon^2 n/2 = Z^2 Z^theta. *)
Lemma exponents_decide (theta c eps : R) (n s : nat) : 0 < theta -> 0 < c -> (4 <= n)%nat ->
  9 * (5 * c + 8) <= Rpower (log2 (INR n / 2)) theta ->
  eps > sqrt (2 * Rpower (log2 (INR n / 2)) (2 + theta) / INR n) -> INR s <= c * allowed theta (INR n) eps ->
  0 < eps /\ 2 ^ (s + 1 + rows n * (rows n + 1) * (2 * s + 1)) * exp (- (2 ^ (rows n + 1) * (eps / 3) ^ 2)) <= eps / 3.
Proof.
  intros pos_theta pos_c large late accurate small. pose proof ln_lt_2 as ln2.
  assert (ln2' : ln 2 <= 1) by (rewrite <- (ln_exp 1); apply ln_le; [|pose proof (exp_ineq1_le 1)]; lra).
  assert (four : 4 <= INR n) by (apply (le_INR 4) in large; simpl in large; lra).
  destruct (shape n large) as (some & _). unfold allowed in small.
  set (ell := log2 (INR n / 2)) in *. set (L := rows n) in *. set (h := INR n / 2) in *.
  assert (pos_h : 0 < h) by (unfold h; lra). assert (value : h = Rpower 2 ell).
  { unfold Rpower, ell, log2. replace (ln h / ln 2 * ln 2) with (ln h) by (field; lra). now rewrite exp_ln. }
  (* L <= l, and h < 2^(L + 1). *)
  assert (sizes : 2 ^ L <= h < 2 * 2 ^ L).
  { assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
    destruct (Nat.log2_spec (n / 2) ltac:(lia)) as [low high]. change (Nat.log2 (n / 2)) with L in low, high.
    pose proof (Nat.div_mod n 2 ltac:(lia)). pose proof (Nat.mod_upper_bound n 2 ltac:(lia)).
    assert (below : (2 * 2 ^ L <= n)%nat) by lia. assert (beyond : (n < 2 * 2 ^ S L)%nat) by lia.
    apply le_INR in below. apply lt_INR in beyond. rewrite mult_INR, pow_INR in below, beyond.
    change (INR 2) with 2 in *. simpl pow in beyond. unfold h. lra. }
  assert (one : 1 <= INR L) by now apply (le_INR 1).
  assert (short : INR L <= ell) by now apply rows_log2.
  (* epsilon^2 h > l^(2 + theta). *)
  assert (pos_A : 0 < Rpower ell (2 + theta)) by apply exp_pos. set (A := Rpower ell (2 + theta)) in *.
  assert (ratio : 0 < 2 * A / INR n) by (apply Rdiv_lt_0_compat; lra).
  assert (pos_eps : 0 < eps) by (apply sqrt_lt_R0 in ratio; lra). split; [exact pos_eps|].
  assert (above_A : A < eps ^ 2 * h).
  { assert (squares : 2 * A / INR n < eps ^ 2).
    { apply Rsqr_incrst_1 in accurate; [|apply sqrt_pos | lra]. rewrite Rsqr_sqrt in accurate by lra.
      unfold Rsqr in accurate. lra. }
    apply Rmult_lt_compat_r with (r := h) in squares; [|exact pos_h].
    replace (2 * A / INR n * h) with A in squares by (unfold h; field; lra). exact squares. }
  assert (positive : 0 < eps ^ 2) by (apply pow_lt; lra). set (X := eps ^ 2 * h) in *.
  assert (pos_X : 0 < X) by (unfold X; nra).
  (* Z >= l, s l <= c Z and X = Z^2 Z^theta. *)
  set (r := 1 / (2 + theta)) in *. assert (pos_r : 0 < r) by (unfold r; apply Rdiv_lt_0_compat; lra).
  set (Z := Rpower X r). assert (pos_Z : 0 < Z) by apply exp_pos.
  assert (long : ell <= Z).
  { apply Rle_trans with (Rpower A r); [|apply Rle_Rpower_l; lra].
    unfold A. rewrite Rpower_mult. replace ((2 + theta) * r) with 1 by (unfold r; field; lra). rewrite Rpower_1; lra. }
  assert (product : INR s * ell <= c * Z).
  { apply Rmult_le_compat_r with (r := ell) in small; [|lra].
    replace (2 / (2 + theta)) with (2 * r) in small by (unfold r; field; lra).
    rewrite <- Rpower_mult in small.
    replace (Rpower eps 2) with (eps ^ 2) in small by now rewrite <- (Rpower_pow 2).
    assert (split_ : Rpower (INR n) r = Rpower 2 r * Rpower h r).
    { rewrite Rpower_mult_distr by lra. f_equal. unfold h. field. }
    rewrite split_ in small. assert (0 < Rpower 2 r) by apply exp_pos.
    assert (whole : Z = Rpower (eps ^ 2) r * Rpower h r) by (unfold Z, X; rewrite Rpower_mult_distr; trivial).
    rewrite whole. apply Rle_trans with (1 := small). right. field. lra. }
  assert (cube : X = Z ^ 2 * Rpower Z theta).
  { rewrite <- (Rpower_pow 2) by exact pos_Z. change (INR 2) with 2. rewrite <- Rpower_plus. unfold Z.
    rewrite Rpower_mult. replace (r * (2 + theta)) with 1 by (unfold r; field; lra). now rewrite Rpower_1. }
  assert (steep : 9 * (5 * c + 8) <= Rpower Z theta).
  { apply Rle_trans with (1 := late). apply Rle_Rpower_l; lra. }
  assert (power : (5 * c + 8) * Z ^ 2 <= X / 9) by (rewrite cube; assert (0 < Z ^ 2) by (apply pow_lt; lra); nra).
  (* The exponent, and the size of epsilon. *)
  set (E := (s + 1 + L * (L + 1) * (2 * s + 1))%nat).
  assert (count : INR E <= 5 * (c + 1) * Z ^ 2).
  { unfold E. rewrite !plus_INR, !mult_INR, !plus_INR, mult_INR. simpl (INR 1). simpl (INR 2).
    pose proof (pos_INR s) as some_s. set (a := INR s) in *. set (l := INR L) in *.
    assert (cells : a * l <= c * Z) by nra. assert (squares : l * l <= Z * Z) by nra.
    assert (nonneg : 0 <= a * l) by nra. assert (cubes : a * l * l <= c * Z * Z) by (apply Rmult_le_compat; lra).
    assert (1 <= l * l) by nra. assert (l <= l * l) by nra. assert (a * l <= a * l * l) by nra.
    assert (a <= a * l) by nra. replace (5 * (c + 1) * Z ^ 2) with (5 * (c * Z * Z) + 5 * (Z * Z)) by ring. lra. }
  assert (three : ln 3 <= 2) by (rewrite <- (ln_exp 2); apply ln_le; [|pose proof (exp_ineq1_le 2)]; lra).
  assert (accuracy : - ell <= 2 * ln eps).
  { assert (least : 1 <= A).
    { unfold A. rewrite <- (Rpower_O ell) by lra. apply Rle_Rpower; lra. }
    assert (logs : 0 <= ln X) by (rewrite <- ln_1; apply ln_le; lra).
    unfold X in logs. rewrite ln_mult, ln_pow in logs by assumption. simpl (INR 2) in logs.
    replace (ln h) with (ell * ln 2) in logs by (unfold ell, log2; field; lra).
    nra. }
  assert (tail : INR E * ln 2 + - (2 ^ (L + 1) * (eps / 3) ^ 2) <= ln eps - ln 3).
  { assert (wide : X / 9 <= 2 ^ (L + 1) * (eps / 3) ^ 2).
    { unfold X. rewrite Nat.add_1_r. simpl. simpl in positive. nra. }
    pose proof (pos_INR E). assert (INR E * ln 2 <= INR E) by nra. assert (1 <= Z) by lra. simpl pow in *. nra. }
  apply exp_below in tail. rewrite exp_plus in tail. unfold Rminus in tail.
  rewrite exp_plus, (exp_Ropp (ln 3)), !exp_ln in tail by lra.
  replace (exp (INR E * ln 2)) with (2 ^ E) in tail by (rewrite <- Rpower_pow by lra; reflexivity). exact tail.
Qed.

(** Let theta, c > 0. For large n, every eps > sqrt(2 log2(n/2)^(2 + theta) / n) with eps/3 <= 1/2, and every size s of
    at most c times eps^(2/(2 + theta)) n^(1/(2 + theta)) / (2^(1/(2 + theta)) log2(n/2)): with probability at least
    1 - eps/3, a function of floor(log2(n/2)) bits is such that no circuit of size at most s agrees with it on more than
    a fraction 1/2 + eps/3 of the strings. *)
Theorem equation_2_11_printed : forall theta c : R, 0 < theta -> 0 < c -> exists least : nat,
  forall (n s : nat) (eps : R), (least <= n)%nat ->
    eps > sqrt (2 * Rpower (log2 (INR n / 2)) (2 + theta) / INR n) -> eps / 3 <= 1 / 2 ->
    INR s <= c * allowed theta (INR n) eps ->
    chance_that (functions (rows n)) (rarely_computed (rows n) s eps) >= 1 - eps / 3.
Proof.
  intros theta c pos_theta pos_c. set (M := 9 * (5 * c + 8)).
  destruct (nfloor_ex (2 * Rpower 2 (Rpower M (1 / theta)))) as [least [_ far]].
  { apply Rmult_le_pos; [lra | left; apply exp_pos]. }
  exists (least + 4)%nat. intros n s eps late accurate _ small. assert (large : (4 <= n)%nat) by lia.
  apply le_INR in late. rewrite plus_INR in late. simpl (INR 4) in late.
  pose proof ln_lt_2. assert (four : 4 <= INR n) by (apply (le_INR 4) in large; simpl in large; lra).
  assert (T : 0 < Rpower M (1 / theta)) by apply exp_pos.
  assert (enough : M <= Rpower (log2 (INR n / 2)) theta).
  { apply Rle_trans with (Rpower (Rpower M (1 / theta)) theta).
    - rewrite Rpower_mult. replace (1 / theta * theta) with 1 by (field; lra). rewrite Rpower_1; unfold M; lra.
    - apply Rle_Rpower_l; [lra|]. split; [exact T|]. unfold log2. apply Rmult_le_reg_r with (ln 2); [lra|].
      replace (ln (INR n / 2) / ln 2 * ln 2) with (ln (INR n / 2)) by (field; lra).
      rewrite <- (ln_exp (Rpower M (1 / theta) * ln 2)). apply ln_le; [apply exp_pos|].
      change (exp (Rpower M (1 / theta) * ln 2)) with (Rpower 2 (Rpower M (1 / theta))). lra. }
  destruct (exponents_decide theta c eps n s pos_theta pos_c large enough accurate small) as [positive rare].
  destruct (shape n large) as (some & _). pose proof (rarely_computed_often (rows n) s eps some positive). lra.
Qed.
