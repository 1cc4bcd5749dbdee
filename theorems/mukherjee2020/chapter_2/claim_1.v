(** Claim 1 of Mukherjee 2020: a random Boolean function rarely agrees with a given one on much more than half of the
    points (Hoeffding's inequality). *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import boolean boolean_facts chance chance_facts distributions_facts cosh_facts.
From Marginalia.formal Require Import walks_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** The number A of agreements of a given and a random function on N points has E exp (t (2A - N)) = cosh(t)^N, which
    is at most exp (N t^2 / 2), for every real t. *)
Theorem claim_1_cosh_printed : forall (N : nat) (f : nat -> bool) (t : R),
  expectation (cube N) (fun g => exp (t * (2 * INR (times (seq 0 N) (fun i => eqb (f i) (nth i g false))) - INR N)))
    = cosh t ^ N /\
  cosh t ^ N <= exp (INR N * t ^ 2 / 2).
Proof.
  intros N f t. split; [|apply cosh_power_bound]. unfold expectation.
  pose proof (walks_of_tables (map f (seq 0 N)) (fun s => exp (t * s))) as H.
  rewrite map_length, seq_length in H.
  rewrite (map_ext_in _ (fun g => exp (t * (2 * INR (agreements (map f (seq 0 N)) g) - INR N)))).
  - unfold bits in *. rewrite H, (walks_power N (2 * cosh t)) by apply exponential_step.
    rewrite length_cube, INR_pow2, Rmult_0_r, exp_0, Rpow_mult_distr. field. apply pow_nonzero. lra.
  - intros g Hg. apply in_cube in Hg. do 5 f_equal. rewrite times_agreements. f_equal. rewrite <- Hg. apply entries.
Qed.

(** ** Hoeffding's inequality, both tails together *)

Definition tail (c s : R) : R := if at_most c s then 1 else 0.

Lemma at_most_iff : forall r s r' s', (r <= s <-> r' <= s') -> at_most r s = at_most r' s'.
Proof.
  intros r s r' s' H.
  destruct (at_most_cases r s) as [[? ->] | [? ->]], (at_most_cases r' s') as [[? ->] | [? ->]];
    auto; exfalso; intuition lra.
Qed.

(** For c > 0, both ends beyond c weigh at most cosh (t s) / cosh (t c). *)
Lemma tails_below_cosh : forall t c s, 0 < t -> 0 < c ->
  cosh (t * c) * tail c s + cosh (t * c) * tail c (- s) <= 1 * cosh (t * s) + 0 * 0.
Proof.
  assert (one : forall t c s, 0 < t -> 0 < c -> c <= s -> cosh (t * c) <= cosh (t * s)).
  { intros t c s Ht Hc H. apply cosh_increasing. split; [nra | now apply Rmult_le_compat_l; lra]. }
  intros t c s Ht Hc. pose proof (cosh_pos (t * s)). unfold tail.
  destruct (at_most_cases c s) as [[A ->] | [A ->]], (at_most_cases c (- s)) as [[B ->] | [B ->]]; try lra.
  - pose proof (one t c s Ht Hc A). lra.
  - pose proof (one t c (- s) Ht Hc B) as H0. rewrite <- Ropp_mult_distr_r, cosh_even in H0. lra.
Qed.

Lemma cosh_step : forall t s, cosh (t * (s + 1)) + cosh (t * (s - 1)) = 2 * cosh t * cosh (t * s).
Proof.
  intros t s. unfold cosh. replace (t * (s + 1)) with (t * s + t) by ring.
  replace (t * (s - 1)) with (t * s + - t) by ring. rewrite !Ropp_plus_distr, Ropp_involutive, !exp_plus. field.
Qed.

Lemma walks_tail : forall N eps, (1 <= N)%nat -> 0 < eps ->
  walks N (tail (2 * INR N * eps)) / 2 ^ N * (1 + exp (- (8 * INR N * eps ^ 2))) <= exp (- (2 * INR N * eps ^ 2)).
Proof.
  intros N eps HN Heps. apply le_INR in HN. simpl in HN.
  set (c := 2 * INR N * eps). set (t := 2 * eps). assert (0 < c) by (unfold c; nra).
  assert (bound : 2 * cosh (t * c) * walks N (tail c) <= 2 ^ N * exp (INR N * t ^ 2 / 2)).
  { apply Rle_trans with ((2 * cosh t) ^ N * cosh (t * 0)).
    - rewrite <- (walks_power N _ (fun s => cosh (t * s)) (cosh_step t)).
      replace (2 * cosh (t * c) * walks N (tail c))
        with (cosh (t * c) * walks N (tail c) + cosh (t * c) * walks N (fun s => tail c (- s)))
        by (rewrite walks_symmetric; ring).
      rewrite <- walks_linear.
      replace (walks N (fun s => cosh (t * s))) with (1 * walks N (fun s => cosh (t * s)) + 0 * walks N (fun _ => 0))
        by ring.
      rewrite <- walks_linear. apply walks_monotone. intros s. apply tails_below_cosh; [unfold t; lra | assumption].
    - rewrite Rmult_0_r, cosh_0, Rmult_1_r, Rpow_mult_distr.
      apply Rmult_le_compat_l; [apply pow_le; lra | apply cosh_power_bound]. }
  assert (P : 0 < 2 ^ N) by (apply pow_lt; lra).
  replace (t * c) with (4 * INR N * eps ^ 2) in bound by (unfold t, c; ring).
  replace (INR N * t ^ 2 / 2) with (2 * INR N * eps ^ 2) in bound by (unfold t; field).
  set (y := 2 * INR N * eps ^ 2) in *. unfold cosh in bound.
  replace (4 * INR N * eps ^ 2) with (2 * y) in bound by (unfold y; ring).
  replace (8 * INR N * eps ^ 2) with (4 * y) by (unfold y; ring).
  apply Rmult_le_reg_l with (2 ^ N * exp (2 * y)); [apply Rmult_lt_0_compat; [exact P | apply exp_pos]|].
  replace (2 ^ N * exp (2 * y) * exp (- y)) with (2 ^ N * exp y)
    by (rewrite Rmult_assoc, <- exp_plus; do 2 f_equal; ring).
  replace (2 ^ N * exp (2 * y) * (walks N (tail c) / 2 ^ N * (1 + exp (- (4 * y)))))
    with (walks N (tail c) * (exp (2 * y) + exp (2 * y) * exp (- (4 * y)))) by (field; lra).
  rewrite <- exp_plus. replace (2 * y + - (4 * y)) with (- (2 * y)) by ring. lra.
Qed.

(** The bound for tables. *)
Lemma tables_tail : forall u eps, (1 <= length u)%nat -> 0 < eps ->
  chance (cube (length u)) (fun v => at_most (1 / 2 + eps) (INR (agreements u v) / INR (length u)))
    * (1 + exp (- (8 * INR (length u) * eps ^ 2))) <= exp (- (2 * INR (length u) * eps ^ 2)).
Proof.
  intros u eps Hu Heps. pose proof (walks_tail (length u) eps Hu Heps) as H.
  apply le_INR in Hu. simpl in Hu.
  rewrite chance_cube, times_total.
  rewrite (map_ext _ (fun v => tail (2 * INR (length u) * eps) (2 * INR (agreements u v) - INR (length u)))).
  - now rewrite walks_of_tables.
  - intros v. unfold tail.
    rewrite (at_most_iff _ _ (2 * INR (length u) * eps) (2 * INR (agreements u v) - INR (length u))); [reflexivity|].
    set (N := INR (length u)) in *. set (A := INR (agreements u v)).
    assert (E : A = A / N * N) by (field; lra). rewrite E at 2. split; nra.
Qed.

(** For N points instead of 2^n, and with a better bound: both tails together. *)
Theorem claim_1_sharpened : forall (N : nat) (f : nat -> bool) (eps : R), (1 <= N)%nat -> 0 < eps ->
  chance (cube N) (fun g => at_most (1 / 2 + eps) (chance (seq 0 N) (fun i => eqb (f i) (nth i g false))))
    * (1 + exp (- (8 * INR N * eps ^ 2))) <= exp (- (2 * INR N * eps ^ 2)).
Proof.
  intros N f eps HN Heps. pose proof (tables_tail (map f (seq 0 N)) eps) as H.
  rewrite map_length, seq_length in H. specialize (H HN Heps).
  rewrite (chance_ext _ _ (fun g => at_most (1 / 2 + eps) (INR (agreements (map f (seq 0 N)) g) / INR N))); [exact H|].
  intros g Hg. apply in_cube in Hg. unfold chance. rewrite seq_length, times_agreements. do 4 f_equal.
  rewrite <- Hg. apply entries.
Qed.

(** For f given and g uniform among all functions from {-1, 1}^n to {-1, 1}, the probability that they agree on at
    least a fraction 1/2 + eps of the points is at most exp (-2^(n+1) eps^2). *)
Theorem claim_1_printed : forall (n : nat) (f : bits -> bool) (eps : R), (1 <= n)%nat -> 0 < eps ->
  chance (functions n) (fun g => at_most (1 / 2 + eps) (chance (cube n) (fun x => eqb (f x) (g x))))
    <= exp (- (2 ^ (n + 1) * eps ^ 2)).
Proof.
  intros n f eps _ Heps. pose proof (tables_tail (map f (cube n)) eps) as H.
  rewrite map_length, length_cube, INR_pow2 in H.
  assert (Hn : (1 <= 2 ^ n)%nat) by (clear; induction n; simpl; lia). specialize (H Hn Heps).
  unfold functions. rewrite chance_map.
  rewrite (chance_ext _ _ (fun g => at_most (1 / 2 + eps) (INR (agreements (map f (cube n)) g) / 2 ^ n))).
  - replace (2 ^ (n + 1)) with (2 * 2 ^ n) by (rewrite pow_add; ring).
    eapply Rle_trans; [|exact H]. set (p := chance _ _). pose proof (exp_pos (- (8 * 2 ^ n * eps ^ 2))).
    assert (0 <= p); [|nra]. unfold p. rewrite chance_cube. apply Rmult_le_pos; [apply pos_INR|].
    left. apply Rinv_0_lt_compat, pow_lt. lra.
  - intros g Hg. apply in_cube in Hg. rewrite chance_cube, times_agreements. now rewrite of_table_values.
Qed.
