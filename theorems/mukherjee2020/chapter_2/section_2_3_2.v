(** Section 2.3.2 of Mukherjee 2020: where the family with zonotopes has more pieces than that of Montufar et al., for
    k >= C n / log n with a constant C that is large enough. *)

From Coq Require Import Reals Lia Lra.
From Marginalia.formal Require Import binomials.
Open Scope R_scope.

Lemma binomial_sum_bounded w n : (binomial_sum w n <= 2 ^ w)%nat.
Proof.
  destruct (Nat.lt_ge_cases w n) as [all | some]; [now rewrite binomial_sum_all|].
  rewrite <- (binomial_sum_all w (w + 1)) by lia.
  assert (more : forall d, (binomial_sum w n <= binomial_sum w (n + d))%nat).
  { induction d as [|d IH]; [now rewrite Nat.add_0_r|]. rewrite Nat.add_succ_r, binomial_sum_S. lia. }
  specialize (more (w + 1 - n)%nat). now replace (n + (w + 1 - n))%nat with (w + 1)%nat in more by lia.
Qed.

(** If n <= w < 2 n and k >= C n / log n for a constant C that is large enough (3 does; not every C > 0), then for some
    m < n the number of pieces of Theorem 2.3.10 (i) for k hidden layers of at most w units, of which the first has 2 m,
    exceeds the floor(w / n)^((k - 1) n) (C(w, 0) + ... + C(w, n)) of Montufar et al. *)
Theorem section_2_3_2_regime_printed : exists C : R, 0 < C /\
  forall n w k : nat, (2 <= n)%nat -> (n <= w < 2 * n)%nat -> (1 <= k)%nat -> C * INR n / ln (INR n) <= INR k ->
    exists m : nat, (1 <= m < n)%nat /\ (2 * m <= w)%nat /\
      ((w / n) ^ ((k - 1) * n) * binomial_sum w (n + 1) < binomial_sum (m - 1) n * w ^ (k - 1))%nat.
Proof.
  exists 3. split; [lra|]. intros n w k two between some deep. exists 1%nat. split; [lia | split; [lia|]].
  replace (w / n)%nat with 1%nat by (apply (Nat.div_unique _ _ _ (w - n)); lia). rewrite Nat.pow_1_l, Nat.mul_1_l.
  replace (binomial_sum (1 - 1) n) with 1%nat
    by (destruct n as [|n]; [lia | symmetry; apply binomial_sum_of_zero]).
  rewrite Nat.mul_1_l. apply Nat.le_lt_trans with (2 ^ w)%nat; [apply binomial_sum_bounded|].
  apply Nat.lt_le_trans with (2 ^ (2 * n))%nat; [apply Nat.pow_lt_mono_r; lia|].
  apply Nat.le_trans with (n ^ (k - 1))%nat; [|apply Nat.pow_le_mono_l; lia].
  apply INR_le. rewrite !pow_INR. change (INR 2) with 2.
  assert (large : 2 <= INR n) by (apply (le_INR 2) in two; exact two).
  assert (log : 0 < ln (INR n)) by (rewrite <- ln_1; apply ln_increasing; lra).
  assert (less : ln (INR n) <= INR n).
  { pose proof (exp_ineq1_le (ln (INR n))) as tangent. rewrite exp_ln in tangent by lra. lra. }
  assert (ln2 : ln 2 <= 1).
  { rewrite <- (ln_exp 1). pose proof (exp_ineq1_le 1). destruct (Req_dec 2 (exp 1)) as [<- | ?]; [apply Rle_refl|].
    left. apply ln_increasing; lra. }
  rewrite <- !Rpower_pow by lra. unfold Rpower.
  assert (exponent : INR (2 * n) * ln 2 <= INR (k - 1) * ln (INR n)).
  { rewrite minus_INR, mult_INR by exact some. simpl (INR 2). simpl (INR 1).
    apply Rmult_le_compat_r with (r := ln (INR n)) in deep; [|lra].
    replace (3 * INR n / ln (INR n) * ln (INR n)) with (3 * INR n) in deep by (field; lra). nra. }
  destruct exponent as [strict | ->]; [left; now apply exp_increasing | apply Rle_refl].
Qed.
