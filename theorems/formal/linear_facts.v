(** Linear maps of R^n are bounded; and the form <A d, d> of a symmetric one is at most L |d|^2 where no eigenvalue
    exceeds L. *)

From Coq Require Import Reals List Lia Lra.
From Coquelicot Require Import Rbar Lub.
From Marginalia.formal Require Import vectors vectors_facts smooth linear numbers_facts.
Import ListNotations.
Open Scope R_scope.

Lemma linear_origin n A : linear n A -> A (origin n) = origin n.
Proof.
  intros [Hmaps Hlinear]. pose proof (Hmaps (origin n) (length_origin n)) as Hl.
  pose proof (Hlinear (-1) (origin n) (origin n) (length_origin n) (length_origin n)) as Hsum.
  rewrite scale_origin, (add_origin_r n) in Hsum by lengths. rewrite Hsum. coordinates n.
Qed.

Lemma linear_scale n A c d : linear n A -> length d = n -> A (scale c d) = scale c (A d).
Proof.
  intros HA Hd. pose proof (linear_origin n A HA) as Ho. destruct HA as [Hmaps Hlinear].
  specialize (Hmaps d Hd). specialize (Hlinear c d (origin n) Hd (length_origin n)).
  rewrite Ho, !(add_origin_r n) in Hlinear by lengths. exact Hlinear.
Qed.

Lemma linear_add n A d e : linear n A -> length d = n -> length e = n -> A (add d e) = add (A d) (A e).
Proof.
  intros [Hmaps Hlinear] Hd He. specialize (Hlinear 1 d e Hd He). rewrite !scale_one in Hlinear. exact Hlinear.
Qed.

(** ** Bounds on linear maps *)

Lemma head_le_norm a x : Rabs a <= norm (a :: x).
Proof.
  unfold norm. simpl. rewrite <- (sqrt_Rsqr_abs a). apply sqrt_le_1_alt.
  pose proof (dot_self_nonneg x). unfold Rsqr. lra.
Qed.

Lemma tail_le_norm a x : norm x <= norm (a :: x).
Proof. apply sqrt_le_1_alt. simpl. pose proof (Rle_0_sqr a) as H. unfold Rsqr in H. lra. Qed.

Lemma linear_bounded n m (A : point -> point) :
  (forall x, length x = n -> length (A x) = m) ->
  (forall c d e, length d = n -> length e = n -> A (add (scale c d) e) = add (scale c (A d)) (A e)) ->
  exists k, 0 <= k /\ forall x, length x = n -> norm (A x) <= k * norm x.
Proof.
  revert A; induction n as [|n IH]; intros A Hmaps Hlinear.
  - exists 0. split; [lra|]. intros [|a x] Hx; [|discriminate].
    pose proof (Hlinear (-1) [] [] eq_refl eq_refl) as Hsum. pose proof (Hmaps [] eq_refl).
    simpl in Hsum. rewrite Hsum. replace (add (scale (-1) (A [])) (A [])) with (origin m) by coordinates m.
    rewrite norm_origin. lra.
  - destruct (IH (fun x => A (0 :: x))) as [k [Hk Hbound]].
    + intros x Hx. apply Hmaps. simpl. congruence.
    + intros c d e Hd He. rewrite <- Hlinear by (simpl; congruence). f_equal. simpl. f_equal. ring.
    + exists (norm (A (1 :: origin n)) + k). split; [pose proof (norm_nonneg (A (1 :: origin n))); lra|].
      intros [|a x] Hx; [discriminate|]. injection Hx as Hx.
      assert (He : length (1 :: origin n) = S n) by (simpl; f_equal; apply length_origin).
      replace (a :: x) with (add (scale a (1 :: origin n)) (0 :: x)) at 1.
      2: { simpl. f_equal; [ring|]. rewrite scale_origin. apply add_origin_l. exact Hx. }
      rewrite Hlinear by (try exact He; simpl; lia).
      assert (Hl : length (A (1 :: origin n)) = m) by (apply Hmaps; exact He).
      assert (Hl' : length (A (0 :: x)) = m) by (apply Hmaps; simpl; congruence).
      eapply Rle_trans; [apply norm_add; transitivity m; [|symmetry]; lengths|].
      rewrite norm_scale. specialize (Hbound x Hx).
      pose proof (head_le_norm a x). pose proof (tail_le_norm a x). pose proof (norm_nonneg (A (1 :: origin n))). nra.
Qed.

(** ** Maxima on cubes *)

Definition in_centred_cube (n : nat) (r : R) (x : point) : Prop := length x = n /\ Forall (fun a => - r <= a <= r) x.

Lemma in_centred_cube_norm n r x : in_centred_cube n r x -> norm x <= INR n * r.
Proof.
  revert x; induction n as [|n IH]; intros [|a x] [Hx Hin]; try discriminate.
  - change [] with (origin 0). rewrite norm_origin. simpl. lra.
  - injection Hx as Hx. inversion Hin as [|? ? Ha Hin']; subst.
    specialize (IH x (conj eq_refl Hin')). rewrite S_INR.
    replace (a :: x) with (add (a :: origin (length x)) (0 :: x))
      by (simpl; f_equal; [ring|apply add_origin_l; reflexivity]).
    eapply Rle_trans; [apply norm_add; simpl; rewrite length_origin; reflexivity|].
    replace (norm (a :: origin (length x))) with (Rabs a).
    2: { unfold norm. simpl. rewrite dot_origin_l, Rplus_0_r. symmetry. apply sqrt_Rsqr_abs. }
    replace (norm (0 :: x)) with (norm x) by (unfold norm; simpl; f_equal; ring).
    apply Rle_trans with (r + INR (length x) * r); [|lra]. apply Rplus_le_compat; [apply Rabs_le; lra|exact IH].
Qed.

Lemma in_centred_cube_or_long n r x : 0 <= r -> length x = n -> in_centred_cube n r x \/ r * r < dot x x.
Proof.
  intros Hr. revert x; induction n as [|n IH]; intros [|a x] Hx; try discriminate.
  - left. split; [reflexivity|constructor].
  - injection Hx as Hx. simpl. pose proof (dot_self_nonneg x). pose proof (Rle_0_sqr a) as Ha. unfold Rsqr in Ha.
    destruct (IH x Hx) as [[_ Hin]|Hlong]; [|right; lra].
    destruct (Rle_lt_dec a r); [|right; nra]. destruct (Rle_lt_dec (- r) a); [|right; nra].
    left. split; [simpl; congruence|]. constructor; [split; assumption|exact Hin].
Qed.

(** A Lipschitz function on the line attains its maximum on [-r, r]. *)
Lemma maximum_on_interval r (M : R -> R) K : 0 <= r -> (forall a b, M a - M b <= K * Rabs (a - b)) ->
  exists m, - r <= m <= r /\ forall a, - r <= a <= r -> M a <= M m.
Proof.
  intros Hr HM. destruct (continuity_ab_maj M (- r) r) as [m [Hmax Hin]]; [lra| |].
  - intros c _ eps Heps. pose proof (Rabs_pos K).
    exists (eps / (Rabs K + 1)). split; [apply Rdiv_lt_0_compat; lra|].
    intros a [_ Hnear]. unfold dist, R_met, R_dist in *. simpl in *. unfold R_dist in *.
    apply Rmult_lt_compat_r with (r := Rabs K + 1) in Hnear; [|lra]. unfold Rdiv in Hnear.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hnear by lra.
    pose proof (HM a c) as H1. pose proof (HM c a) as H2. rewrite (Rabs_minus_sym c a) in H2.
    pose proof (Rle_abs K). pose proof (Rabs_pos (a - c)).
    apply Rabs_def1; nra.
  - exists m. split; [exact Hin|exact Hmax].
Qed.

Lemma dot_sub_cons a x b y :
  dot (sub (a :: x) (b :: y)) (sub (a :: x) (b :: y)) = (a - b) * (a - b) + dot (sub x y) (sub x y).
Proof. unfold sub, scale. simpl. ring. Qed.

Lemma maximum_on_cube n r K (F : point -> R) : 0 <= r -> 0 <= K ->
  (forall x y, in_centred_cube n r x -> in_centred_cube n r y -> F x - F y <= K * norm (sub x y)) ->
  exists m, in_centred_cube n r m /\ forall x, in_centred_cube n r x -> F x <= F m.
Proof.
  intros Hr HK. revert F; induction n as [|n IH]; intros F HF.
  - exists []. split; [split; [reflexivity|constructor]|]. intros [|a x] [Hx _]; [lra|discriminate].
  - assert (Hcons : forall a x, in_centred_cube n r x -> in_centred_cube (S n) r (clamp (- r) r a :: x)).
    { intros a x [Hx Hin]. split; [simpl; congruence|]. constructor; [apply clamp_between; lra|exact Hin]. }
    assert (Hrest : forall a, exists m, in_centred_cube n r m /\
      forall x, in_centred_cube n r x -> F (clamp (- r) r a :: x) <= F (clamp (- r) r a :: m)).
    { intros a. apply (IH (fun x => F (clamp (- r) r a :: x))). intros x y Hx Hy.
      eapply Rle_trans; [apply HF; apply Hcons; assumption|]. right. f_equal. unfold norm. rewrite dot_sub_cons.
      f_equal. ring. }
    set (M := fun a => real (Lub_Rbar (fun v => exists x, in_centred_cube n r x /\ v = F (clamp (- r) r a :: x)))).
    assert (HM : forall a, exists m, in_centred_cube n r m /\ M a = F (clamp (- r) r a :: m) /\
      forall x, in_centred_cube n r x -> F (clamp (- r) r a :: x) <= M a).
    { intros a. destruct (Hrest a) as [m [Hm Hmax]]. exists m.
      assert (Heq : M a = F (clamp (- r) r a :: m)).
      { unfold M. rewrite (is_lub_Rbar_unique _ (F (clamp (- r) r a :: m))); [reflexivity|]. split.
        - intros v [x [Hx ->]]. apply Hmax. exact Hx.
        - intros b Hb. apply Hb. exists m. split; [exact Hm|reflexivity]. }
      rewrite Heq. repeat split; try apply Hm. exact Hmax. }
    destruct (maximum_on_interval r M K Hr) as [a [Ha Hmax]].
    { intros a b. destruct (HM a) as [m [Hm [-> _]]]. destruct (HM b) as [_ [_ [_ Hb]]]. specialize (Hb m Hm).
      apply Rle_trans with (F (clamp (- r) r a :: m) - F (clamp (- r) r b :: m)); [lra|].
      eapply Rle_trans; [apply HF; apply Hcons; exact Hm|]. apply Rmult_le_compat_l; [exact HK|].
      replace (norm (sub (clamp (- r) r a :: m) (clamp (- r) r b :: m))) with (Rabs (clamp (- r) r a - clamp (- r) r
        b));
        [apply clamp_close|].
      unfold norm. rewrite dot_sub_cons, (sub_self n) by apply Hm. rewrite dot_origin_l, Rplus_0_r.
      symmetry. apply sqrt_Rsqr_abs. }
    destruct (HM a) as [m [Hm [Heq _]]]. exists (clamp (- r) r a :: m). split; [apply Hcons; exact Hm|].
    intros [|b x] [Hx Hin]; [discriminate|]. injection Hx as Hx. inversion Hin as [|? ? Hb Hin']; subst.
    rewrite <- Heq. apply Rle_trans with (M b); [|apply Hmax; exact Hb].
    destruct (HM b) as [_ [_ [_ Hbest]]]. rewrite (clamp_inside (- r) r b Hb) in Hbest. apply Hbest. split; auto.
Qed.

(** ** The form of a symmetric map and its eigenvalues *)

Lemma linear_norm n A : linear n A -> exists k, 0 <= k /\ forall x, length x = n -> norm (A x) <= k * norm x.
Proof. intros [Hmaps Hlinear]. apply (linear_bounded n n A); assumption. Qed.

Lemma minus_Rabs_le a : - Rabs a <= a.
Proof. unfold Rabs. destruct (Rcase_abs a); lra. Qed.

Lemma first_order_zero W P Q V : (forall s, 0 < s < 1 -> 2 * s * W + s ^ 2 * P + s ^ 3 * Q + s ^ 4 * V <= 0) -> W <= 0.
Proof.
  intros Hall. apply Rnot_lt_le. intros HW.
  set (T := Rabs P + Rabs Q + Rabs V + 2 * W).
  pose proof (Rabs_pos P). pose proof (Rabs_pos Q). pose proof (Rabs_pos V).
  assert (HT : 0 < T) by (unfold T; lra).
  assert (Hs : 0 < W / T < 1).
  { split; [apply Rdiv_lt_0_compat; lra|]. apply Rmult_lt_reg_r with T; [exact HT|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l by lra. unfold T. lra. }
  specialize (Hall (W / T) Hs). set (s := W / T) in *.
  assert (HWs : W = s * T) by (unfold s; field; lra).
  assert (Hrest : - (s ^ 2 * T) <= s ^ 2 * P + s ^ 3 * Q + s ^ 4 * V).
  { replace (s ^ 2 * P + s ^ 3 * Q + s ^ 4 * V) with (s ^ 2 * (P + s * Q + s ^ 2 * V)) by ring.
    rewrite Ropp_mult_distr_r. apply Rmult_le_compat_l; [apply pow2_ge_0|].
    pose proof (minus_Rabs_le P).
    pose proof (minus_Rabs_le Q).
    pose proof (minus_Rabs_le V).
    assert (s * Rabs Q <= 1 * Rabs Q) by (apply Rmult_le_compat_r; lra).
    assert (Hs2 : 0 <= s ^ 2 <= 1) by (split; [apply pow2_ge_0|nra]).
    assert (s ^ 2 * Rabs V <= 1 * Rabs V) by (apply Rmult_le_compat_r; lra).
    assert (s * - Rabs Q <= s * Q) by (apply Rmult_le_compat_l; lra).
    assert (s ^ 2 * - Rabs V <= s ^ 2 * V) by (apply Rmult_le_compat_l; lra).
    unfold T. lra. }
  rewrite HWs in Hall. assert (0 < s ^ 2 * T) by (apply Rmult_lt_0_compat; [apply pow_lt|]; lra). nra.
Qed.

(** <A d, d> - L <d, d> - <d, d>^2: where it has a positive maximum, L + 2 <d, d> is an eigenvalue of A. *)
Definition tempered (A : point -> point) (L : R) (d : point) : R := dot (A d) d - L * dot d d - dot d d * dot d d.

Lemma tempered_expansion n A L m e s : linear n A -> symmetric n A -> length m = n -> length e = n ->
  tempered A L (add m (scale s e)) = tempered A L m +
    2 * s * (dot (A m) e - L * dot m e - 2 * dot m m * dot m e) +
    s ^ 2 * (dot (A e) e - L * dot e e - 2 * dot m m * dot e e - 4 * (dot m e * dot m e)) +
    s ^ 3 * (- 4 * dot m e * dot e e) + s ^ 4 * - (dot e e * dot e e).
Proof.
  intros HA Hsym Hm He. unfold tempered.
  rewrite (linear_add n), (linear_scale n) by (assumption || lengths).
  assert (length (A m) = n) by (apply HA; assumption). assert (length (A e) = n) by (apply HA; assumption).
  assert (length (scale s e) = n) by lengths. assert (length (scale s (A e)) = n) by lengths.
  rewrite !dot_add_l by congruence. rewrite !dot_add_r by congruence. rewrite !dot_scale_l, !dot_scale_r.
  rewrite (dot_comm e m), (Hsym e m) by assumption. ring.
Qed.

Lemma tempered_lipschitz n A L r : linear n A -> 0 <= r -> exists K, 0 <= K /\
  forall x y, in_centred_cube n r x -> in_centred_cube n r y -> tempered A L x - tempered A L y <= K * norm (sub x y).
Proof.
  intros HA Hr. destruct (linear_norm n A HA) as [k [Hk Hbound]].
  set (B := INR n * r). assert (HB : 0 <= B) by (apply Rmult_le_pos; [apply pos_INR|exact Hr]).
  exists (2 * k * B + (Rabs L + 2 * B * B) * (2 * B)). pose proof (Rabs_pos L).
  split; [assert (0 <= k * B) by (apply Rmult_le_pos; assumption);
          assert (0 <= B * B) by (apply Rmult_le_pos; assumption);
          assert (0 <= (Rabs L + 2 * B * B) * B) by (apply Rmult_le_pos; lra); lra|].
  intros x y Hx Hy. pose proof (in_centred_cube_norm n r x Hx) as Hxn.
  pose proof (in_centred_cube_norm n r y Hy) as Hyn.
  fold B in Hxn, Hyn. destruct Hx as [Hx _], Hy as [Hy _].
  set (d := sub x y). assert (Hd : length d = n) by (unfold d; lengths).
  assert (HAy : length (A y) = n) by (apply HA; exact Hy). assert (HAd : length (A d) = n) by (apply HA; exact Hd).
  assert (HAx : length (A x) = n) by (apply HA; exact Hx).
  pose proof (norm_nonneg d) as Hd0. pose proof (norm_nonneg x) as Hx0. pose proof (norm_nonneg y) as Hy0.
  assert (Hform : dot (A x) x - dot (A y) y <= 2 * k * B * norm d).
  { replace (dot (A x) x - dot (A y) y) with (dot (A d) x + dot (A y) d).
    - pose proof (dot_le_norms (A d) x). pose proof (dot_le_norms (A y) d).
      assert (norm (A d) * norm x <= k * norm d * B)
        by (apply Rmult_le_compat; try apply norm_nonneg; auto).
      assert (norm (A y) * norm d <= k * B * norm d).
      { apply Rmult_le_compat_r; [exact Hd0|]. eapply Rle_trans; [apply Hbound; exact Hy|].
        apply Rmult_le_compat_l; assumption. }
      lra.
    - replace (A x) with (add (A d) (A y)).
      + unfold d at 2. rewrite dot_add_l, dot_sub_r by congruence. ring.
      + rewrite <- (linear_add n) by assumption. f_equal. unfold d. coordinates n. }
  assert (Hsquare : Rabs (dot y y - dot x x) <= 2 * B * norm d).
  { replace (dot y y - dot x x) with (- dot d (add x y)).
    - rewrite Rabs_Ropp. eapply Rle_trans; [apply cauchy_schwarz|]. rewrite Rmult_comm.
      apply Rmult_le_compat_r; [exact Hd0|]. eapply Rle_trans; [apply norm_add; congruence|]. lra.
    - unfold d. rewrite dot_add_r, !dot_sub_l, (dot_comm y x) by congruence. ring. }
  assert (Hsum : Rabs (L + (dot x x + dot y y)) <= Rabs L + 2 * B * B).
  { eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat_l.
    pose proof (dot_self_nonneg x). pose proof (dot_self_nonneg y). rewrite Rabs_pos_eq by lra.
    rewrite <- !norm_square.
    assert (norm x * norm x <= B * B) by (apply Rmult_le_compat; assumption).
    assert (norm y * norm y <= B * B) by (apply Rmult_le_compat; assumption). lra. }
  assert (Hproduct : (L + (dot x x + dot y y)) * (dot y y - dot x x) <= (Rabs L + 2 * B * B) * (2 * B * norm d)).
  { eapply Rle_trans; [apply Rle_abs|]. rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; assumption. }
  unfold tempered. lra.
Qed.

Lemma form_below_eigenvalues n A L : linear n A -> symmetric n A ->
  (forall lambda, is_eigenvalue n A lambda -> lambda <= L) ->
  forall d, length d = n -> dot (A d) d <= L * dot d d.
Proof.
  intros HA Hsym Hbelow u Hu. apply Rnot_lt_le. intros Habove.
  destruct (linear_norm n A HA) as [k [Hk Hbound]].
  (* some multiple v of u has a positive value *)
  assert (Hpositive : exists v, length v = n /\ 0 < tempered A L v).
  { set (a := dot (A u) u - L * dot u u) in *. assert (Ha : 0 < a) by (unfold a; lra).
    set (b := dot u u). assert (Hb : 0 <= b) by apply dot_self_nonneg.
    set (s := Rmin 1 (a / (2 * (b * b + 1)))).
    assert (Hden : 0 < 2 * (b * b + 1)) by nra.
    assert (Hs : 0 < s) by (apply Rmin_glb_lt; [lra|apply Rdiv_lt_0_compat; assumption]).
    assert (Hs1 : s <= 1) by apply Rmin_l. assert (Hs2 : s <= a / (2 * (b * b + 1))) by apply Rmin_r.
    assert (Hs3 : s * (b * b) < a).
    { apply Rmult_le_compat_r with (r := 2 * (b * b + 1)) in Hs2; [|lra].
      replace (a / (2 * (b * b + 1)) * (2 * (b * b + 1))) with a in Hs2 by (field; lra). nra. }
    exists (scale s u). split; [lengths|]. unfold tempered.
    rewrite (linear_scale n), !dot_scale_l, !dot_scale_r by assumption. fold b.
    replace (s * (s * dot (A u) u) - L * (s * (s * b)) - s * (s * b) * (s * (s * b)))
      with (s * s * (a - s * s * (b * b))) by (unfold a, b; ring).
    assert (0 <= b * b) by (apply Rmult_le_pos; assumption).
    assert (s * (s * (b * b)) <= 1 * (s * (b * b))) by (apply Rmult_le_compat_r; [apply Rmult_le_pos|]; lra).
    apply Rmult_lt_0_compat; [apply Rmult_lt_0_compat; exact Hs|lra]. }
  destruct Hpositive as [v [Hv Hvpos]].
  (* beyond the cube of radius r the values are not positive *)
  set (r := k + Rabs L + 1). assert (Hr : 1 <= r) by (unfold r; pose proof (Rabs_pos L); lra).
  assert (Hfar : forall x, length x = n -> 0 < tempered A L x -> in_centred_cube n r x).
  { intros x Hx Hpos. destruct (in_centred_cube_or_long n r x) as [Hin|Hlong]; [lra|exact Hx|exact Hin|]. exfalso.
    assert (Hlong' : k + Rabs L <= dot x x) by (unfold r in *; nra).
    assert (dot (A x) x <= k * dot x x).
    { eapply Rle_trans; [apply dot_le_norms|]. rewrite <- norm_square, <- Rmult_assoc.
      apply Rmult_le_compat_r; [apply norm_nonneg|auto]. }
    pose proof (dot_self_nonneg x). pose proof (minus_Rabs_le L).
    assert ((k + Rabs L) * dot x x <= dot x x * dot x x) by (apply Rmult_le_compat_r; assumption).
    assert (- L * dot x x <= Rabs L * dot x x) by (apply Rmult_le_compat_r; lra).
    unfold tempered in Hpos. lra. }
  destruct (tempered_lipschitz n A L r HA ltac:(lra)) as [K [HK HLip]].
  destruct (maximum_on_cube n r K (tempered A L) ltac:(lra) HK HLip) as [m [Hm Hmax]].
  assert (Hmpos : 0 < tempered A L m) by (apply Rlt_le_trans with (tempered A L v); auto).
  assert (Hmax' : forall x, length x = n -> tempered A L x <= tempered A L m).
  { intros x Hx. destruct (Rlt_le_dec 0 (tempered A L x)); [auto|lra]. }
  destruct Hm as [Hm _]. set (lambda := L + 2 * dot m m).
  assert (HAm : length (A m) = n) by (apply HA; exact Hm).
  set (e := sub (A m) (scale lambda m)). assert (He : length e = n) by (unfold e; lengths).
  assert (Hgradient : dot e e <= 0).
  { apply first_order_zero with
      (P := dot (A e) e - L * dot e e - 2 * dot m m * dot e e - 4 * (dot m e * dot m e))
      (Q := - 4 * dot m e * dot e e) (V := - (dot e e * dot e e)).
    intros s _. specialize (Hmax' (add m (scale s e)) ltac:(lengths)).
    rewrite (tempered_expansion n) in Hmax' by assumption.
    replace (dot (A m) e - L * dot m e - 2 * dot m m * dot m e) with (dot e e) in Hmax'; [lra|].
    unfold e at 1. rewrite dot_sub_l, dot_scale_l by (transitivity n; [|symmetry]; lengths). unfold lambda. ring. }
  assert (Hzero : e = origin n).
  { rewrite <- He. apply dot_self_zero. pose proof (dot_self_nonneg e). lra. }
  assert (Hnot : m <> origin n).
  { intros ->. unfold tempered in Hmpos. rewrite !dot_origin_r in Hmpos. lra. }
  pose proof (dot_self_positive n m Hm Hnot) as Hm0.
  enough (lambda <= L) by (unfold lambda in *; lra).
  apply Hbelow. exists m. split; [exact Hm|]. split; [exact Hnot|].
  replace (A m) with (add e (scale lambda m)) by (unfold e; coordinates n).
  rewrite Hzero. apply add_origin_l. lengths.
Qed.
