(** Lemma 2.1.4, the descent lemma, with the exact rate of decrease, its footnote on steps below 2/L, and the chain of
    its proof: false as printed, true after the repair of a slip. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors vectors_facts smooth smooth_facts numbers_facts.
Import ListNotations.
Open Scope R_scope.

Lemma half_rate L eta c : 0 < eta -> eta * L < 1 -> 0 <= c -> eta / 2 * c <= eta * (1 - eta * L / 2) * c.
Proof. intros Heta Hshort Hc. apply Rmult_le_compat_r; [exact Hc|]. nra. Qed.

(** A step of size eta, 0 < eta < 1/L, of gradient descent on an L-smooth f lowers f by eta/2 |grad f|^2 at least. *)
Theorem lemma_2_1_4_printed : forall n L f g H eta w,
  0 < L -> smooth n L f g H -> 0 < eta < 1 / L -> length w = n ->
  f (step eta g w) <= f w - eta / 2 * norm (g w) ^ 2.
Proof.
  intros n L f g H eta w HL Hf [Heta Hshort] Hw. apply below_inverse in Hshort; [|exact HL].
  eapply Rle_trans; [apply (step_decrease n L f g H); assumption|].
  pose proof (half_rate L eta _ Heta Hshort (pow2_ge_0 (norm (g w)))). lra.
Qed.

(** A step of any size lowers f by eta (1 - eta L/2) |grad f|^2 at least, and for every L > 0 and in every dimension
    some L-smooth function is lowered by exactly as much, at every point and by every step. *)
Theorem lemma_2_1_4_sharpened :
  (forall n L f g H eta w, 0 < L -> smooth n L f g H -> length w = n ->
    f (step eta g w) <= f w - eta * (1 - eta * L / 2) * norm (g w) ^ 2) /\
  (forall n L, 0 < L -> exists f g H, smooth n L f g H /\
    forall eta w, length w = n -> f (step eta g w) = f w - eta * (1 - eta * L / 2) * norm (g w) ^ 2).
Proof.
  split.
  - intros n L f g H eta w _ Hf Hw. apply (step_decrease n L f g H); assumption.
  - intros n L HL. exists (half_square L), (scale L), (fun _ => scale L). split.
    + apply half_square_smooth; lra.
    + intros eta w Hw. apply step_half_square with n; exact Hw.
Qed.

(** The footnote: a step of size eta, 0 < eta < 2/L, lowers f, unless the gradient is zero. *)
Theorem lemma_2_1_4_footnote_printed : forall n L f g H eta w,
  0 < L -> smooth n L f g H -> 0 < eta < 2 / L -> length w = n -> g w <> origin n ->
  f (step eta g w) < f w.
Proof.
  intros n L f g H eta w HL Hf [Heta Hshort] Hw Hmoves. apply below_inverse in Hshort; [|exact HL].
  eapply Rle_lt_trans; [apply (step_decrease n L f g H); assumption|].
  assert (Hlong : 0 < norm (g w) ^ 2).
  { apply pow_lt. destruct (norm_nonneg (g w)) as [Hpos|Hzero]; [exact Hpos|].
    destruct Hmoves. rewrite <- (proj1 (proj1 Hf) w Hw). apply norm_zero. symmetry. exact Hzero. }
  assert (Hrate : 0 < eta * (1 - eta * L / 2)) by (apply Rmult_lt_0_compat; lra).
  pose proof (Rmult_lt_0_compat _ _ Hrate Hlong). lra.
Qed.

(** The chain in the proof, with eta^2 inside the norm: it fails for w^2/2 on the line, at eta = 1/2 and w = 1. *)
Theorem lemma_2_1_4_step_printed_refuted :
  ~ (forall n L f g H eta w, (1 <= n)%nat -> 0 < L -> smooth n L f g H -> 0 < eta < 1 / L -> length w = n ->
    f (step eta g w) <= f w + dot (g w) (scale (- eta) (g w)) + L / 2 * norm (scale (eta ^ 2) (g w)) ^ 2 /\
    f w + dot (g w) (scale (- eta) (g w)) + L / 2 * norm (scale (eta ^ 2) (g w)) ^ 2
      = f w - (eta - eta ^ 2 * L / 2) * norm (g w) ^ 2 /\
    f w - (eta - eta ^ 2 * L / 2) * norm (g w) ^ 2 <= f w - eta / 2 * norm (g w) ^ 2).
Proof.
  intros Hall. destruct (Hall 1%nat 1 (half_square 1) (scale 1) (fun _ => scale 1) (/ 2) [1]) as [Hfalse _];
    [lia | lra | apply half_square_smooth; lra | lra | reflexivity |].
  rewrite norm_pow2 in Hfalse. unfold half_square in Hfalse. simpl in Hfalse. lra.
Qed.

(** The chain with eta inside the norm: every line of it holds. *)
Theorem lemma_2_1_4_step_repaired : forall n L f g H eta w,
  0 < L -> smooth n L f g H -> 0 < eta < 1 / L -> length w = n ->
  f (step eta g w) <= f w + dot (g w) (scale (- eta) (g w)) + L / 2 * norm (scale eta (g w)) ^ 2 /\
  f w + dot (g w) (scale (- eta) (g w)) + L / 2 * norm (scale eta (g w)) ^ 2
    = f w - (eta - eta ^ 2 * L / 2) * norm (g w) ^ 2 /\
  f w - (eta - eta ^ 2 * L / 2) * norm (g w) ^ 2 <= f w - eta / 2 * norm (g w) ^ 2.
Proof.
  intros n L f g H eta w HL Hf [Heta Hshort] Hw. apply below_inverse in Hshort; [|exact HL].
  pose proof (step_decrease n L f g H eta w Hf Hw) as Hstep.
  pose proof (half_rate L eta _ Heta Hshort (pow2_ge_0 (norm (g w)))) as Hrate.
  rewrite dot_scale_r, norm_scale, Rpow_mult_distr, pow2_abs, <- norm_pow2.
  split; [|split]; [lra | field | lra].
Qed.
