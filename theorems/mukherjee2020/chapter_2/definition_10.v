(** Definition 10 of Mukherjee 2020: for which n Andreev's function makes sense. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import boolean chance chance_facts andreev.
Import ListNotations.
Open Scope R_scope.

(** L is the integer part of log2(n/2); it is at least 1; L bits give the number, from 0, of one of the floor(n/2) bits
    of x; and these and a matrix of L rows and floor(n/(2L)) columns together are at most n bits. *)
Definition makes_sense (n : nat) : Prop := exists L : nat,
  INR L <= ln (INR n / 2) / ln 2 < INR L + 1 /\ (1 <= L)%nat /\
  (forall z : bits, length z = L -> (binary z < n / 2)%nat) /\
  (n / 2 + L * (n / (2 * L)) <= n)%nat.

Lemma ln_2_positive : 0 < ln 2.
Proof. rewrite <- ln_1. apply ln_increasing; lra. Qed.

Lemma log_at_least : forall (n L : nat), (1 <= n)%nat -> (INR L <= ln (INR n / 2) / ln 2 <-> (2 ^ S L <= n)%nat).
Proof.
  intros n L Hn. pose proof ln_2_positive as P. apply le_INR in Hn. simpl in Hn.
  assert (E : INR L = ln (2 ^ L) / ln 2) by (rewrite ln_pow by lra; field; lra).
  assert (P2 : 0 < 2 ^ L) by (apply pow_lt; lra).
  assert (H : INR (2 ^ S L) = 2 * 2 ^ L) by now rewrite INR_pow2.
  rewrite E. split; intros le.
  - apply INR_le. rewrite H. destruct (Rle_lt_dec (2 * 2 ^ L) (INR n)) as [| lt]; [assumption|]. exfalso.
    assert (ln (INR n / 2) < ln (2 ^ L)) by (apply ln_increasing; lra).
    apply Rmult_le_compat_r with (r := ln 2) in le; [|lra]. field_simplify in le; lra.
  - apply le_INR in le. rewrite H in le. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    destruct (Rle_lt_or_eq_dec (2 ^ L) (INR n / 2)) as [lt | ->]; [lra | | lra].
    left. now apply ln_increasing.
Qed.

(** The number of rows of Andreev's function is the integer part of the logarithm. *)
Lemma rows_log : forall n, (4 <= n)%nat -> INR (rows n) <= ln (INR n / 2) / ln 2 < INR (rows n) + 1.
Proof.
  intros n Hn. assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
  pose proof (Nat.log2_spec (n / 2) ltac:(lia)) as [low high]. fold (rows n) in low, high.
  pose proof (Nat.mul_div_le n 2 ltac:(lia)). pose proof (Nat.mul_succ_div_gt n 2 ltac:(lia)).
  split; [apply log_at_least; [lia | rewrite Nat.pow_succ_r'; lia]|].
  apply Rnot_le_lt. rewrite <- S_INR, log_at_least by lia. rewrite Nat.pow_succ_r'. lia.
Qed.

(** Andreev's function, as Definition 10 has it, makes sense exactly for n >= 4. *)
Theorem definition_10_sharpened : forall n : nat, (1 <= n)%nat -> (makes_sense n <-> (4 <= n)%nat).
Proof.
  intros n Hn. split.
  - intros [L [[low _] [HL _]]]. apply log_at_least in low; [|exact Hn].
    pose proof (Nat.pow_le_mono_r 2 2 (S L) ltac:(lia) ltac:(lia)). simpl (2 ^ 2)%nat in *. lia.
  - intros H. exists (rows n). split; [now apply rows_log|].
    assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
    assert (HL : (1 <= rows n)%nat) by (apply (Nat.log2_le_mono 2 (n / 2)); exact half). split; [exact HL|]. split.
    + intros z Hz. pose proof (binary_below z). rewrite Hz in *.
      pose proof (proj1 (Nat.log2_spec (n / 2) ltac:(lia))) as fits. fold (rows n) in fits. lia.
    + pose proof (Nat.mul_div_le n (2 * rows n) ltac:(lia)). pose proof (Nat.mul_div_le n 2 ltac:(lia)). nia.
Qed.

(** Andreev's function, as Definition 10 has it, makes sense for all n >= 4; no range is printed. *)
Theorem definition_10_printed : forall n : nat, (4 <= n)%nat -> makes_sense n.
Proof. intros n H. apply definition_10_sharpened; lia. Qed.
