(** Equation (2.10) of Mukherjee 2020: a random Boolean function rarely agrees with any function of a small class on
    much more than half of the points. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors boolean chance sums sums_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import claim_1.
Import ListNotations.
Open Scope R_scope.

(** The union bound, for events of probability at most b. *)
Lemma union_bound : forall {A B : Type} (outcomes : list A) (class : list B) (event : B -> A -> bool) b,
  (forall c, In c class -> chance outcomes (event c) <= b) ->
  chance outcomes (fun g => existsb (fun c => event c g) class) <= INR (length class) * b.
Proof.
  intros A B outcomes class event b H. rewrite <- sum_over_constant.
  apply Rle_trans with (sum_over class (fun c => chance outcomes (event c))); [|now apply sum_over_le].
  assert (P : 0 <= / INR (length outcomes)).
  { destruct outcomes as [|x xs]; [simpl; rewrite Rinv_0; lra|].
    left. apply Rinv_0_lt_compat, lt_0_INR. simpl. lia. }
  rewrite (sum_over_ext class _ (fun c =>
    / INR (length outcomes) * sum_over outcomes (fun g => if event c g then 1 else 0)))
    by (intros; unfold chance; rewrite times_sum; unfold Rdiv; ring).
  rewrite sum_over_scaled, sum_over_swap. unfold chance, Rdiv. rewrite Rmult_comm, times_sum.
  apply Rmult_le_compat_l; [exact P|]. apply sum_over_le. intros g _. clear.
  induction class as [|c class IH]; unfold sum_over, total in *; simpl; [lra|].
  assert (0 <= fold_right Rplus 0 (map (fun x => if event x g then 1 else 0) class)).
  { clear. induction class as [|d class IH]; simpl; [lra|]. destruct (event d g); lra. }
  destruct (event c g); simpl; lra.
Qed.

(** On any number N of points, and with both tails of Claim 1. *)
Theorem equation_2_10_sharpened : forall (N : nat) (class : list (nat -> bool)) (eps : R), (1 <= N)%nat -> 0 < eps ->
  chance (cube N) (fun g =>
    existsb (fun C => at_most (1 / 2 + eps) (chance (seq 0 N) (fun i => eqb (C i) (nth i g false)))) class)
  * (1 + exp (- (8 * INR N * eps ^ 2))) <= INR (length class) * exp (- (2 * INR N * eps ^ 2)).
Proof.
  intros N class eps HN Heps. set (factor := 1 + exp (- (8 * INR N * eps ^ 2))).
  assert (P : 0 < factor) by (unfold factor; pose proof (exp_pos (- (8 * INR N * eps ^ 2))); lra).
  apply Rle_trans with (INR (length class) * (exp (- (2 * INR N * eps ^ 2)) / factor) * factor).
  - apply Rmult_le_compat_r; [lra|]. apply union_bound. intros C _. apply Rmult_le_reg_r with factor; [exact P|].
    replace (exp (- (2 * INR N * eps ^ 2)) / factor * factor) with (exp (- (2 * INR N * eps ^ 2))) by (field; lra).
    now apply claim_1_sharpened.
  - apply Req_le. field. lra.
Qed.

(** For g uniform among all functions of n bits, the probability that some member of a class agrees with g on at least
    a fraction 1/2 + eps of the points is at most the size of the class times exp (-2^(n+1) eps^2). *)
Theorem equation_2_10_printed : forall (n : nat) (class : list (bits -> bool)) (eps : R), (1 <= n)%nat -> 0 < eps ->
  chance (functions n) (fun g =>
    existsb (fun C => at_most (1 / 2 + eps) (chance (cube n) (fun x => eqb (C x) (g x)))) class)
  <= INR (length class) * exp (- (2 ^ (n + 1) * eps ^ 2)).
Proof. intros n class eps Hn Heps. apply union_bound. intros C _. now apply claim_1_printed. Qed.
