(** Bounds on the probability that a normal variable lies in [-t, t]: linear ones in t, and that it is between 0 and 1
    and goes to 1 as t goes to infinity, by the Gaussian integral. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import gaussian vectors.
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

(** ** The Gaussian integral *)

Definition bell (x : R) : R := exp (- (x * x)).
Definition bell_integral (t : R) : R := RInt bell 0 t.

(** The square of the integral of the bell over [0, t], and the integral of this over x in [0, 1], add up to pi/4. *)
Definition bell_rest (t x : R) : R := exp (- (t * t * (1 + x * x))) / (1 + x * x).

Lemma bell_continuous x : continuous bell x.
Proof. apply (ex_derive_continuous (V := R_NormedModule)). unfold bell. auto_derive. exact I. Qed.

Lemma bell_integrable a b : ex_RInt bell a b.
Proof. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _. apply bell_continuous. Qed.

Lemma one_plus_square_pos x : 0 < 1 + x * x.
Proof. pose proof (Rle_0_sqr x) as H. unfold Rsqr in H. lra. Qed.

Lemma bell_rest_continuous t x : continuous (bell_rest t) x.
Proof.
  apply (ex_derive_continuous (V := R_NormedModule)). unfold bell_rest. auto_derive.
  pose proof (one_plus_square_pos x). lra.
Qed.

Lemma bell_rest_integrable t a b : ex_RInt (bell_rest t) a b.
Proof. apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _. apply bell_rest_continuous. Qed.

Lemma bell_rest_derivative t x :
  is_derive (fun t => bell_rest t x) t (- (2 * t * exp (- (t * t * (1 + x * x))))).
Proof. unfold bell_rest. auto_derive; [exact I|]. field. pose proof (one_plus_square_pos x). lra. Qed.

Lemma bell_rest_slope t x : Derive (fun t => bell_rest t x) t = - (2 * t * exp (- (t * t * (1 + x * x)))).
Proof. apply is_derive_unique, bell_rest_derivative. Qed.

Lemma bell_rest_slope_scaled t x : Derive (fun t => bell_rest t x) t = - (2 * bell t) * (t * bell (t * x + 0)).
Proof.
  rewrite bell_rest_slope. unfold bell.
  replace (- (t * t * (1 + x * x))) with (- (t * t) + - ((t * x + 0) * (t * x + 0))) by ring.
  rewrite exp_plus. ring.
Qed.

Lemma bell_integral_derivative t : is_derive bell_integral t (bell t).
Proof.
  apply (is_derive_RInt bell bell_integral 0).
  - apply filter_forall. intros x. apply (RInt_correct (V := R_CompleteNormedModule)). apply bell_integrable.
  - apply bell_continuous.
Qed.

Lemma bell_rest_integral_derivative t :
  is_derive (fun t => RInt (bell_rest t) 0 1) t (- (2 * bell t * bell_integral t)).
Proof.
  replace (- (2 * bell t * bell_integral t)) with (RInt (fun x => Derive (fun t => bell_rest t x) t) 0 1).
  - apply is_derive_RInt_param.
    + apply filter_forall. intros u x _. eexists. apply bell_rest_derivative.
    + intros x _. apply continuity_2d_pt_ext with (fun t x => - (2 * t * exp (- (t * t * (1 + x * x))))).
      * intros u v. symmetry. apply bell_rest_slope.
      * apply continuity_2d_pt_opp, continuity_2d_pt_mult.
        -- apply continuity_2d_pt_mult; [apply continuity_2d_pt_const|apply continuity_2d_pt_id1].
        -- apply continuity_1d_2d_pt_comp; [apply derivable_continuous_pt, derivable_pt_exp|].
           repeat first [apply continuity_2d_pt_opp | apply continuity_2d_pt_mult | apply continuity_2d_pt_plus |
                         apply continuity_2d_pt_const | apply continuity_2d_pt_id1 | apply continuity_2d_pt_id2].
    + apply filter_forall. intros u. apply bell_rest_integrable.
  - transitivity (RInt (fun x => - (2 * bell t) * (t * bell (t * x + 0))) 0 1).
    + apply RInt_ext. intros x _. apply bell_rest_slope_scaled.
    + rewrite (RInt_scal (V := R_CompleteNormedModule)).
      * pose proof (RInt_comp_lin (V := R_CompleteNormedModule) bell t 0 0 1) as Hlinear.
        unfold scal in *; simpl in *; unfold mult in *; simpl in *.
        rewrite Hlinear by apply bell_integrable. rewrite Rmult_0_r, Rmult_1_r, !Rplus_0_r.
        unfold bell_integral. ring.
      * apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _.
        apply (ex_derive_continuous (V := R_NormedModule)). unfold bell. auto_derive. exact I.
Qed.

Lemma bell_integral_square t : 0 <= t -> bell_integral t ^ 2 + RInt (bell_rest t) 0 1 = PI / 4.
Proof.
  intros Ht.
  assert (Hzero : bell_integral 0 ^ 2 + RInt (bell_rest 0) 0 1 = PI / 4).
  { unfold bell_integral. rewrite RInt_point. unfold zero; simpl. rewrite <- atan_1.
    rewrite (RInt_ext (bell_rest 0) (fun x => / (1 + x * x))).
    - rewrite (is_RInt_unique (V := R_CompleteNormedModule) _ 0 1 (minus (atan 1) (atan 0))).
      + rewrite atan_0. unfold minus, plus, opp. simpl. ring.
      + apply (is_RInt_derive (V := R_CompleteNormedModule) atan).
        * intros x _. replace (x * x) with (x ^ 2) by ring. apply is_derive_Reals.
          apply derivable_pt_lim_atan.
        * intros x _. apply (ex_derive_continuous (V := R_NormedModule)). auto_derive.
          pose proof (one_plus_square_pos x). lra.
    - intros x _. unfold bell_rest. replace (- (0 * 0 * (1 + x * x))) with 0 by ring. rewrite exp_0.
      apply Rmult_1_l. }
  destruct Ht as [Ht| <-]; [|exact Hzero].
  destruct (MVT_cor2 (fun t => bell_integral t ^ 2 + RInt (bell_rest t) 0 1)
    (fun t => 2 * bell t * bell_integral t + - (2 * bell t * bell_integral t)) 0 t Ht) as [c [Hc _]].
  - intros c _. apply is_derive_Reals.
    assert (Hsquare : is_derive (fun t => bell_integral t ^ 2) c (2 * bell c * bell_integral c)).
    { pose proof (bell_integral_derivative c) as Hderivative. auto_derive.
      - exists (bell c). exact Hderivative.
      - change (Derive (fun x => bell_integral x) c) with (Derive bell_integral c).
        rewrite (is_derive_unique _ _ _ Hderivative). simpl. ring. }
    exact (is_derive_plus (V := R_NormedModule) _ _ c _ _ Hsquare (bell_rest_integral_derivative c)).
  - lra.
Qed.

Lemma bell_integral_pos t : 0 < t -> 0 < bell_integral t.
Proof.
  intros Ht. apply RInt_gt_0; [exact Ht | intros; apply exp_pos | intros; apply bell_continuous].
Qed.

Lemma bell_rest_between t : 0 < RInt (bell_rest t) 0 1 <= bell t.
Proof.
  split.
  - apply RInt_gt_0; [lra| |intros; apply bell_rest_continuous].
    intros x _. apply Rdiv_lt_0_compat; [apply exp_pos|apply one_plus_square_pos].
  - replace (bell t) with (RInt (fun _ => bell t) 0 1)
      by (rewrite RInt_const; unfold scal; simpl; unfold mult; simpl; ring).
    apply RInt_le; [lra | apply bell_rest_integrable | apply ex_RInt_const |].
    intros x _. unfold bell_rest, bell. pose proof (Rle_0_sqr x) as Hx. pose proof (Rle_0_sqr t) as Ht.
    unfold Rsqr in *. pose proof (one_plus_square_pos x) as Hpos.
    apply Rmult_le_reg_r with (1 + x * x); [exact Hpos|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    pose proof (exp_pos (- (t * t))).
    apply Rle_trans with (exp (- (t * t)) * 1); [|apply Rmult_le_compat_l; lra]. rewrite Rmult_1_r.
    destruct (Rmult_le_pos _ _ Ht Hx) as [Hless|Hsame]; [left; apply exp_increasing; lra|right; f_equal; lra].
Qed.

(** ** The normal distribution is one *)

Lemma bell_even a : RInt bell (- a) 0 = RInt bell 0 a.
Proof.
  pose proof (RInt_comp_lin (V := R_CompleteNormedModule) bell (-1) 0 0 a (bell_integrable _ _)) as Hlinear.
  rewrite (RInt_ext _ (fun x => scal (-1) (bell x))) in Hlinear.
  - rewrite (RInt_scal (V := R_CompleteNormedModule)) in Hlinear by apply bell_integrable.
    rewrite Rmult_0_r, !Rplus_0_r in Hlinear. replace (-1 * a) with (- a) in Hlinear by ring.
    rewrite <- (opp_RInt_swap (V := R_CompleteNormedModule) bell 0 (- a)) by apply bell_integrable.
    rewrite <- Hlinear. unfold opp, scal; simpl. unfold mult; simpl. ring.
  - intros x _. f_equal. unfold bell. f_equal. ring.
Qed.

Lemma normal_density_bell sigma x : 0 < sigma ->
  normal_density sigma x = / sqrt PI * (/ (sigma * sqrt 2) * bell (/ (sigma * sqrt 2) * x + 0)).
Proof.
  intros Hsigma. pose proof (sqrt_lt_R0 2 ltac:(lra)) as Htwo. pose proof (sqrt_lt_R0 PI PI_RGT_0) as Hroot.
  unfold normal_density, bell. rewrite sqrt_mult by (pose proof PI_RGT_0; lra).
  replace (- (x * x) / (2 * (sigma * sigma)))
    with (- ((/ (sigma * sqrt 2) * x + 0) * (/ (sigma * sqrt 2) * x + 0))).
  - field. repeat split; lra.
  - rewrite <- (sqrt_sqrt 2) at 3 by lra. field. lra.
Qed.

Lemma normal_within_bell sigma t : 0 < sigma ->
  normal_within sigma t = 2 / sqrt PI * bell_integral (t / (sigma * sqrt 2)).
Proof.
  intros Hsigma. pose proof PI_RGT_0 as Hpi.
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as Htwo. pose proof (sqrt_lt_R0 PI Hpi) as Hroot.
  set (u := / (sigma * sqrt 2)).
  assert (Hu : 0 < u) by (apply Rinv_0_lt_compat, Rmult_lt_0_compat; assumption).
  unfold normal_within.
  transitivity (RInt (fun x => / sqrt PI * (u * bell (u * x + 0))) (- t) t).
  - apply RInt_ext. intros x _. apply normal_density_bell. exact Hsigma.
  - rewrite (RInt_scal (V := R_CompleteNormedModule)).
    + pose proof (RInt_comp_lin (V := R_CompleteNormedModule) bell u 0 (- t) t) as Hlinear.
      unfold scal in *; simpl in *; unfold mult in *; simpl in *.
      rewrite Hlinear by apply bell_integrable. rewrite !Rplus_0_r, <- Ropp_mult_distr_r.
      rewrite <- (RInt_Chasles _ _ 0) by apply bell_integrable. rewrite bell_even. unfold plus; simpl.
      unfold bell_integral. replace (t / (sigma * sqrt 2)) with (u * t) by (unfold u; field; lra). field. lra.
    + apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _.
      apply (ex_derive_continuous (V := R_NormedModule)). unfold bell. auto_derive. exact I.
Qed.

Lemma normal_within_square sigma t : 0 < sigma -> 0 < t ->
  1 - 4 / PI * bell (t / (sigma * sqrt 2)) <= normal_within sigma t ^ 2 < 1.
Proof.
  intros Hsigma Ht. pose proof PI_RGT_0 as Hpi. pose proof (sqrt_lt_R0 PI Hpi) as Hroot.
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as Htwo. rewrite normal_within_bell by exact Hsigma.
  set (a := t / (sigma * sqrt 2)). assert (Ha : 0 < a).
  { apply Rdiv_lt_0_compat; [|apply Rmult_lt_0_compat]; assumption. }
  rewrite Rpow_mult_distr. replace (bell_integral a ^ 2) with (PI / 4 - RInt (bell_rest a) 0 1)
    by (rewrite <- (bell_integral_square a) by lra; ring).
  replace ((2 / sqrt PI) ^ 2) with (4 / PI).
  2: { rewrite <- (sqrt_sqrt PI) at 1 by lra. field. lra. }
  pose proof (bell_rest_between a) as [Hlow Hhigh].
  assert (Hfactor : 0 < 4 / PI) by (apply Rdiv_lt_0_compat; lra).
  replace (4 / PI * (PI / 4 - RInt (bell_rest a) 0 1)) with (1 - 4 / PI * RInt (bell_rest a) 0 1) by (field; lra).
  split; [|pose proof (Rmult_lt_0_compat _ _ Hfactor Hlow); lra].
  apply Rmult_le_compat_l with (r := 4 / PI) in Hhigh; lra.
Qed.

(** Pr[|X| <= t] lies strictly between 0 and 1, and it goes to 1 as t goes to infinity. *)
Lemma normal_within_between sigma t : 0 < sigma -> 0 < t -> 0 < normal_within sigma t < 1.
Proof.
  intros Hsigma Ht. pose proof (sqrt_lt_R0 PI PI_RGT_0) as Hroot. pose proof (sqrt_lt_R0 2 ltac:(lra)) as Htwo.
  assert (Hpos : 0 < normal_within sigma t).
  { rewrite normal_within_bell by exact Hsigma. apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat; lra|].
    apply bell_integral_pos, Rdiv_lt_0_compat; [|apply Rmult_lt_0_compat]; assumption. }
  split; [exact Hpos|]. pose proof (normal_within_square sigma t Hsigma Ht) as [_ Hsquare]. nra.
Qed.

Lemma normal_within_total sigma : 0 < sigma -> is_lim (normal_within sigma) p_infty 1.
Proof.
  intros Hsigma. apply is_lim_spec. intros eps. pose proof (cond_pos eps) as Heps.
  exists (Rmax 1 (4 * (sigma * sigma) / eps * 2)). intros t Ht.
  assert (Hone : 1 < t) by (eapply Rle_lt_trans; [apply Rmax_l|exact Ht]).
  assert (Hlong : 4 * (sigma * sigma) / eps * 2 < t) by (eapply Rle_lt_trans; [apply Rmax_r|exact Ht]).
  pose proof (normal_within_between sigma t Hsigma ltac:(lra)) as [Hlow Hhigh].
  pose proof (normal_within_square sigma t Hsigma ltac:(lra)) as [Hsquare _].
  pose proof (sqrt_lt_R0 2 ltac:(lra)) as Htwo.
  set (a := t / (sigma * sqrt 2)) in *.
  assert (Haa : a * a = t * t / (2 * (sigma * sigma))).
  { unfold a. rewrite <- (sqrt_sqrt 2) at 3 by lra. field. lra. }
  assert (Hss : 0 < sigma * sigma) by nra.
  assert (Haa' : 0 < a * a) by (rewrite Haa; apply Rdiv_lt_0_compat; nra).
  (* 4/pi <= 2 and bell a <= 1 / (1 + a^2) <= 1 / a^2 *)
  assert (Hpi : 4 / PI <= 2).
  { pose proof PI2_1. apply Rmult_le_reg_r with PI; [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (Hbell : bell a * (a * a) <= 1).
  { unfold bell. pose proof (exp_ineq1 (a * a) ltac:(lra)) as Hgrows. pose proof (exp_pos (- (a * a))) as Hpos.
    assert (Hinverse : exp (- (a * a)) * exp (a * a) = 1) by (rewrite <- exp_plus, Rplus_opp_l; apply exp_0).
    apply Rle_trans with (exp (- (a * a)) * exp (a * a)); [apply Rmult_le_compat_l; lra|lra]. }
  assert (Hsmall : 2 * bell a < eps).
  { apply Rmult_lt_reg_r with (a * a); [exact Haa'|]. apply Rle_lt_trans with 2; [lra|].
    rewrite Haa. apply Rmult_lt_reg_r with (2 * (sigma * sigma) / eps); [apply Rdiv_lt_0_compat; lra|].
    replace (eps * (t * t / (2 * (sigma * sigma))) * (2 * (sigma * sigma) / eps)) with (t * t) by (field; lra).
    apply Rlt_trans with t; [|nra].
    replace (2 * (2 * (sigma * sigma) / eps)) with (4 * (sigma * sigma) / eps) by (field; lra).
    assert (0 < 4 * (sigma * sigma) / eps) by (apply Rdiv_lt_0_compat; lra). lra. }
  assert (Hbell' : 0 < bell a) by apply exp_pos.
  assert (4 / PI * bell a <= 2 * bell a) by (apply Rmult_le_compat_r; lra).
  rewrite Rabs_left by lra. nra.
Qed.
