(** Section 2.2.1: for |x| = 1 a pattern may flip nearer than r exactly when |x.w| < r, and at most r away exactly when
    -r <= x.w < r; and the bound 2r/sqrt(2 pi) for Pr[|z| <= r], true and sharp. *)

From Coq Require Import Reals List Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors patterns vectors_facts gaussian gaussian_facts.
Import ListNotations.
Open Scope R_scope.

(** The same for some v nearer than r. *)
Definition may_flip_nearer (d : nat) (x w : point) (r : R) : Prop :=
  exists v, length v = d /\ norm (sub v w) < r /\ ~ (0 <= dot x v <-> 0 <= dot x w).

(** A point v at most r away moves the product x.v by at most r |x|. *)
Lemma moves_little x v w r : length v = length w -> norm (sub v w) <= r ->
  - (r * norm x) <= dot x v - dot x w <= r * norm x.
Proof.
  intros L H. rewrite <- dot_sub_r by exact L. pose proof (cauchy_schwarz x (sub v w)) as C.
  assert (B : norm x * norm (sub v w) <= r * norm x).
  { rewrite (Rmult_comm r). apply Rmult_le_compat_l; [apply norm_nonneg|exact H]. }
  apply Rabs_le_between. lra.
Qed.

(** The step of length r along x, if x is not zero, or against it. *)
Lemma step_along x w r c : length x = length w -> 0 < norm x -> 0 < r -> c = 1 \/ c = -1 ->
  let v := add w (scale (c * r / norm x) x) in
  length v = length w /\ norm (sub v w) <= r /\ dot x v = dot x w + c * (r * norm x).
Proof.
  intros L Hx Hr Hc v.
  assert (Lv : length (scale (c * r / norm x) x) = length w) by now rewrite (length_scale (length x)).
  assert (V : length v = length w) by (unfold v; now apply length_add).
  split; [exact V|]. split.
  - replace (sub v w) with (scale (c * r / norm x) x).
    + rewrite norm_scale. right. unfold Rdiv. rewrite !Rabs_mult, (Rabs_pos_eq r) by lra.
      rewrite (Rabs_pos_eq (/ norm x)) by (left; now apply Rinv_0_lt_compat).
      replace (Rabs c) with 1; [field; lra|]. destruct Hc as [-> | ->]; [rewrite Rabs_pos_eq|rewrite Rabs_left]; lra.
    + apply (points_equal (length w)); [exact Lv | now apply length_sub|].
      intros i _. rewrite nth_sub by exact V. unfold v. rewrite nth_add by now rewrite Lv. ring.
  - unfold v. rewrite dot_add_r by now rewrite Lv. rewrite dot_scale_r, <- norm_square. field. lra.
Qed.

(** In the closed ball a pattern may flip exactly when -r |x| <= x.w < r |x|, whatever the length of x. So for |x| = 1
    and the closed ball "if and only if |x.w| < r" fails, at x.w = -r alone: v = w + r x, with x.v = 0, is active. *)
Theorem section_2_2_1_pattern_flip_event_sharpened :
  forall d x w r, length x = d -> length w = d -> 0 < r ->
    (may_flip d x w r <-> - (r * norm x) <= dot x w < r * norm x).
Proof.
  intros d x w r Lx Lw Hr. split.
  - intros (v & Lv & near & flips).
    pose proof (moves_little x v w r ltac:(congruence) near) as [low high].
    destruct (Rle_dec 0 (dot x w)) as [on|off]; destruct (Rle_dec 0 (dot x v)) as [on'|off'];
      try (exfalso; apply flips; tauto); split; lra.
  - intros [low high].
    assert (Hx : 0 < norm x).
    { destruct (Rle_lt_or_eq_dec 0 (norm x) (norm_nonneg x)) as [E|E]; [exact E|]. rewrite <- E in *. lra. }
    destruct (Rle_dec 0 (dot x w)) as [on|off].
    + destruct (step_along x w r (-1)) as (Lv & near & there); auto; [congruence|].
      exists (add w (scale (-1 * r / norm x) x)). split; [congruence|]. split; [exact near|].
      rewrite there. intros [_ K]. specialize (K on). lra.
    + destruct (step_along x w r 1) as (Lv & near & there); auto; [congruence|].
      exists (add w (scale (1 * r / norm x) x)). split; [congruence|]. split; [exact near|].
      rewrite there. intros [K _]. apply off, K. lra.
Qed.

(** For |x| = 1 a pattern may flip if and only if |x.w| < r, if the ball is open, as in the copy that was read. It shows
    < for <= in other places, so that the closed ball may be meant; for that one see the theorem above. *)
Theorem section_2_2_1_pattern_flip_event_printed :
  forall d x w r, (1 <= d)%nat -> length x = d -> length w = d -> norm x = 1 -> 0 < r ->
    (may_flip_nearer d x w r <-> Rabs (dot x w) < r).
Proof.
  intros d x w r _ Lx Lw one Hr. split.
  - intros (v & Lv & near & flips). pose proof (norm_nonneg (sub v w)). set (s := (norm (sub v w) + r) / 2).
    assert (M : may_flip d x w s) by (exists v; repeat split; auto; unfold s; try lra; apply flips).
    apply section_2_2_1_pattern_flip_event_sharpened in M; auto; [|unfold s; lra]. rewrite one in M.
    unfold s in M. apply Rabs_def1; lra.
  - intros H. pose proof (Rabs_pos (dot x w)). set (s := (Rabs (dot x w) + r) / 2).
    assert (M : may_flip d x w s).
    { apply section_2_2_1_pattern_flip_event_sharpened; auto; [unfold s; lra|]. rewrite one. unfold s.
      unfold Rabs in *. destruct (Rcase_abs (dot x w)); lra. }
    destruct M as (v & Lv & near & flips). exists v. split; [exact Lv|]. split; [unfold s in near; lra|exact flips].
Qed.

Lemma bound_rewritten r : sqrt (2 / PI) * (r / 1) = 2 * r / sqrt (2 * PI).
Proof. rewrite sqrt_two_over_pi. field. pose proof PI_RGT_0. apply Rgt_not_eq, sqrt_lt_R0. lra. Qed.

(** Pr[|z| <= r] <= 2r/sqrt(2 pi), for z ~ N(0, 1) and r >= 0. *)
Theorem section_2_2_1_gaussian_anticoncentration_printed :
  forall r, 0 <= r -> normal_within 1 r <= 2 * r / sqrt (2 * PI).
Proof.
  intros r [H|<-].
  - left. rewrite <- bound_rewritten. apply normal_within_below; lra.
  - unfold normal_within. rewrite Ropp_0, RInt_point. unfold zero; simpl. right. unfold Rdiv. ring.
Qed.

(** The bound is strict for r > 0, and off by a factor 1 - r^2/6 at most. *)
Theorem section_2_2_1_gaussian_anticoncentration_sharpened :
  forall r, 0 < r ->
    2 * r / sqrt (2 * PI) * (1 - r * r / 6) <= normal_within 1 r < 2 * r / sqrt (2 * PI).
Proof.
  intros r H. rewrite <- bound_rewritten. split; [|apply normal_within_below; lra].
  assert (B : 0 < sqrt (2 / PI) * (r / 1)).
  { pose proof PI_RGT_0. apply Rmult_lt_0_compat; [apply sqrt_lt_R0, Rdiv_lt_0_compat|]; lra. }
  destruct (Rle_dec (r * r) 6) as [small|large].
  - eapply Rle_trans; [|apply normal_within_above; lra]. apply Rmult_le_compat_l; [lra|].
    replace (r / 1) with r by field. replace (r ^ 6) with (r ^ 4 * (r * r)) by ring.
    assert (0 <= r ^ 4) by (apply pow_le; lra). replace (r ^ 2) with (r * r) by ring.
    assert (r ^ 4 * (r * r) <= r ^ 4 * 6) by (apply Rmult_le_compat_l; lra). lra.
  - pose proof (normal_within_between 1 r ltac:(lra) H) as [pos _].
    assert (sqrt (2 / PI) * (r / 1) * (1 - r * r / 6) <= sqrt (2 / PI) * (r / 1) * 0) by (apply Rmult_le_compat_l; lra).
    lra.
Qed.
