(** Lemma 1.1.7, anti-concentration of a Gaussian: false without a range of t, true for 0 < t <= sigma; the lower bound
    holds up to t = 1.07 sigma, and sqrt(2/pi) is the least constant of the upper one. *)

From Coq Require Import Reals Lra.
From Marginalia.formal Require Import gaussian gaussian_facts enclosure.
Open Scope R_scope.

Lemma ratio_positive sigma t : 0 < sigma -> 0 < t -> 0 < t / sigma.
Proof. intros. apply Rdiv_lt_0_compat; assumption. Qed.

Lemma above_two_thirds sigma t : 0 < sigma -> 0 < t -> t <= 107 / 100 * sigma ->
  2 / 3 * (t / sigma) < normal_within sigma t.
Proof.
  intros Hsigma Ht Hshort. pose proof (ratio_positive sigma t Hsigma Ht) as Hs.
  eapply Rlt_le_trans; [|apply normal_within_above; assumption].
  assert (Hs' : t / sigma <= 107 / 100).
  { apply Rmult_le_reg_r with sigma; [assumption|]. unfold Rdiv at 1.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. assumption. }
  set (s := t / sigma) in *.
  assert (Hfactor : 2 / 3 < sqrt (2 / PI) * (1 - s ^ 2 / 6 + s ^ 4 / 40 - s ^ 6 / 336))
    by (interval with (i_prec 53, i_bisect s, i_autodiff s)).
  apply Rmult_lt_compat_l with (r := s) in Hfactor; [|exact Hs]. lra.
Qed.

(** The printed statement, for all t > 0, fails at sigma = 1, t = 2, where it asks a probability to exceed 4/3. *)
Theorem lemma_1_1_7_printed_refuted :
  ~ (forall sigma t, 0 < sigma -> 0 < t -> 2 / 3 * (t / sigma) < normal_within sigma t < 4 / 5 * (t / sigma)).
Proof.
  intros Hall. destruct (Hall 1 2) as [Hlow _]; [lra|lra|].
  pose proof (normal_within_between 1 2). lra.
Qed.

(** For 0 < t <= sigma: (2/3) t/sigma < Pr[|X| <= t] < (4/5) t/sigma. *)
Theorem lemma_1_1_7_repaired :
  forall sigma t, 0 < sigma -> 0 < t -> t <= sigma ->
    2 / 3 * (t / sigma) < normal_within sigma t < 4 / 5 * (t / sigma).
Proof.
  intros sigma t Hsigma Ht Hshort. split; [apply above_two_thirds; lra|].
  eapply Rlt_trans; [apply normal_within_below; assumption|].
  apply Rmult_lt_compat_r; [apply ratio_positive; assumption|]. interval with (i_prec 53).
Qed.

(** The lower bound holds for 0 < t <= 1.07 sigma; for every t > 0, Pr < sqrt(2/pi) t/sigma; and no smaller constant
    than sqrt(2/pi) serves. *)
Theorem lemma_1_1_7_sharpened :
  (forall sigma t, 0 < sigma -> 0 < t -> t <= 107 / 100 * sigma -> 2 / 3 * (t / sigma) < normal_within sigma t) /\
  (forall sigma t, 0 < sigma -> 0 < t -> normal_within sigma t < sqrt (2 / PI) * (t / sigma)) /\
  (forall c, c < sqrt (2 / PI) -> exists sigma t, 0 < sigma /\ 0 < t /\ c * (t / sigma) < normal_within sigma t).
Proof.
  split; [exact above_two_thirds|]. split; [exact normal_within_below|].
  intros c Hc. set (k := sqrt (2 / PI)) in *.
  assert (Hk : 0 < k < 1) by (unfold k; split; interval with (i_prec 53)).
  exists 1, (Rmin 1 (k - c)). set (s := Rmin 1 (k - c)).
  assert (Hs : 0 < s) by (apply Rmin_glb_lt; lra).
  assert (Hone : s <= 1) by apply Rmin_l. assert (Hgap : s <= k - c) by apply Rmin_r.
  split; [lra|]. split; [exact Hs|].
  eapply Rlt_le_trans; [|apply normal_within_above; lra]. fold k. unfold Rdiv at 1 2. rewrite Rinv_1, Rmult_1_r.
  replace (s / 1) with s by field.
  assert (Htail : 1 - s / 6 <= 1 - s ^ 2 / 6 + s ^ 4 / 40 - s ^ 6 / 336).
  { assert (0 <= s ^ 4) by (apply pow_le; lra).
    replace (s ^ 6) with (s ^ 4 * (s * s)) by ring. replace (s ^ 2) with (s * s) by ring.
    assert (Hsquare : s * s <= s * 1) by (apply Rmult_le_compat_l; lra).
    assert (s ^ 4 * (s * s) <= s ^ 4 * 1) by (apply Rmult_le_compat_l; lra). lra. }
  apply Rlt_le_trans with (k * s * (1 - s / 6)); [|apply Rmult_le_compat_l; [nra|exact Htail]].
  replace (k * s * (1 - s / 6)) with (k * (1 - s / 6) * s) by ring.
  apply Rmult_lt_compat_r; [exact Hs|]. nra.
Qed.
