(** Bounds on the probability that a normal variable lies in [-t, t]. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import gaussian.
Open Scope R_scope.

Lemma sqrt_two_over_pi : sqrt (2 / PI) = 2 / sqrt (2 * PI).
Proof.
  pose proof PI_RGT_0 as Hpi. pose proof (sqrt_lt_R0 (2 * PI) ltac:(lra)) as Hroot.
  replace (2 / PI) with (2 * 2 / (2 * PI)) by (field; lra).
  rewrite sqrt_div_alt, sqrt_square by lra. reflexivity.
Qed.

(** The density in terms of u = x / sigma, and of its largest value. *)
Lemma normal_density_scaled sigma x : 0 < sigma ->
  normal_density sigma x = sqrt (2 / PI) / (2 * sigma) * exp (- ((x / sigma) ^ 2 / 2)).
Proof.
  intros Hsigma. pose proof PI_RGT_0 as Hpi. pose proof (sqrt_lt_R0 (2 * PI) ltac:(lra)) as Hroot.
  unfold normal_density. rewrite sqrt_two_over_pi. f_equal; [|f_equal]; field; lra.
Qed.

Lemma normal_density_continuous sigma x : continuous (normal_density sigma) x.
Proof.
  apply (ex_derive_continuous (V := R_NormedModule)). unfold normal_density. auto_derive. exact I.
Qed.

Lemma normal_density_integrable sigma a b : ex_RInt (normal_density sigma) a b.
Proof. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _. apply normal_density_continuous. Qed.

(** The density is largest at 0, and so Pr < sqrt(2/pi) t/sigma. *)
Lemma normal_within_below sigma t : 0 < sigma -> 0 < t -> normal_within sigma t < sqrt (2 / PI) * (t / sigma).
Proof.
  intros Hsigma Ht. pose proof PI_RGT_0 as Hpi.
  set (top := sqrt (2 / PI) / (2 * sigma)).
  assert (Htop : 0 < top).
  { apply Rdiv_lt_0_compat; [|lra]. apply sqrt_lt_R0, Rdiv_lt_0_compat; lra. }
  assert (Hbelow : forall x, x <> 0 -> normal_density sigma x < top).
  { intros x Hx. rewrite normal_density_scaled by assumption. fold top.
    rewrite <- (Rmult_1_r top) at 2. apply Rmult_lt_compat_l; [assumption|].
    rewrite <- exp_0. apply exp_increasing.
    assert (Hu : 0 < (x / sigma) ^ 2).
    { apply pow2_gt_0. unfold Rdiv. apply Rmult_integral_contrapositive_currified; [assumption|].
      apply Rinv_neq_0_compat. lra. }
    lra. }
  unfold normal_within. rewrite <- (RInt_Chasles _ _ 0) by apply normal_density_integrable.
  replace (sqrt (2 / PI) * (t / sigma)) with (plus (RInt (fun _ => top) (- t) 0) (RInt (fun _ => top) 0 t)).
  - apply Rplus_lt_compat; apply RInt_lt; try lra; intros x Hx;
      try apply continuous_const; try apply normal_density_continuous; apply Hbelow; lra.
  - rewrite !RInt_const. unfold plus, scal, mult, top. simpl. unfold mult. simpl. field. lra.
Qed.

Lemma exp_neg_above y : 0 <= y -> 1 - y + y ^ 2 / 2 - y ^ 3 / 6 <= exp (- y).
Proof.
  intros Hy. set (q := fun y => 1 - y + y ^ 2 / 2 - y ^ 3 / 6). change (q y <= exp (- y)).
  assert (Hfalls : exp y * q y <= 1).
  { destruct Hy as [Hy| <-]; [|unfold q; rewrite exp_0; lra].
    destruct (MVT_cor2 (fun y => exp y * q y) (fun y => exp y * (- y ^ 3 / 6)) 0 y Hy) as [c [Hc [Hlow _]]].
    - intros c _. apply is_derive_Reals. unfold q. auto_derive; [exact I|]. field.
    - assert (Hzero : exp 0 * q 0 = 1) by (unfold q; rewrite exp_0; lra). rewrite Hzero in Hc.
      assert (0 <= exp c * (c ^ 3 / 6) * y).
      { pose proof (exp_pos c). assert (0 <= c ^ 3) by (apply pow_le; lra). repeat apply Rmult_le_pos; lra. }
      lra. }
  apply Rmult_le_reg_l with (exp y); [apply exp_pos|].
  rewrite <- exp_plus, Rplus_opp_r, exp_0. exact Hfalls.
Qed.

(** Pr >= sqrt(2/pi) (s - s^3/6 + s^5/40 - s^7/336), s = t/sigma. *)
Lemma normal_within_above sigma t : 0 < sigma -> 0 < t ->
  sqrt (2 / PI) * (t / sigma) *
    (1 - (t / sigma) ^ 2 / 6 + (t / sigma) ^ 4 / 40 - (t / sigma) ^ 6 / 336) <= normal_within sigma t.
Proof.
  intros Hsigma Ht. pose proof PI_RGT_0 as Hpi.
  set (top := sqrt (2 / PI) / (2 * sigma)).
  assert (Htop : 0 <= top).
  { left. apply Rdiv_lt_0_compat; [|lra]. apply sqrt_lt_R0, Rdiv_lt_0_compat; lra. }
  set (low := fun x => top * (1 - (x / sigma) ^ 2 / 2 + (x / sigma) ^ 4 / 8 - (x / sigma) ^ 6 / 48)).
  set (sum := fun x => top * (x - x ^ 3 / (6 * sigma ^ 2) + x ^ 5 / (40 * sigma ^ 4) - x ^ 7 / (336 * sigma ^ 6))).
  assert (Hlow : is_RInt low (- t) t (minus (sum t) (sum (- t)))).
  { apply (is_RInt_derive (V := R_CompleteNormedModule)); intros x _.
    - unfold sum, low. auto_derive; [repeat split; nra|]. field. lra.
    - apply (ex_derive_continuous (V := R_NormedModule)). unfold low. auto_derive. lra. }
  replace (sqrt (2 / PI) * (t / sigma) * (1 - (t / sigma) ^ 2 / 6 + (t / sigma) ^ 4 / 40 - (t / sigma) ^ 6 / 336))
    with (RInt low (- t) t).
  - apply RInt_le; [lra | exists (minus (sum t) (sum (- t))); exact Hlow | apply normal_density_integrable |].
    intros x _. rewrite normal_density_scaled by assumption. fold top. apply Rmult_le_compat_l; [assumption|].
    eapply Rle_trans; [|apply exp_neg_above; pose proof (pow2_ge_0 (x / sigma)); lra]. right. field. lra.
  - rewrite (is_RInt_unique _ _ _ _ Hlow). unfold minus, plus, opp, sum, top. simpl. field. lra.
Qed.
