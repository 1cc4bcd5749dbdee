(** A smooth function satisfies the quadratic upper bound, and so does every function with a Lipschitz gradient; a
    Hessian is symmetric; and a function is smooth if and only if the quadratic form of its Hessian is at most L |d|^2
      in
    magnitude, and if and only if its gradient is Lipschitz. *)

From Coq Require Import Reals List Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors vectors_facts smooth linear linear_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Derivatives along lines *)

Lemma derivative_linear n g H x : is_derivative n g H -> length x = n -> linear n (H x).
Proof. intros [Hmaps [Hlinear _]] Hx. split; [apply Hmaps|intros c d e; apply Hlinear]; assumption. Qed.

Lemma derivative_from_bound (phi : R -> R) s slope C K :
  0 <= C -> 0 <= K ->
  (forall eps, 0 < eps -> exists rho, 0 < rho /\
    forall h, Rabs h * C < rho -> Rabs (phi (s + h) - phi s - h * slope) <= eps * (Rabs h * K)) ->
  derivable_pt_lim phi s slope.
Proof.
  intros HC HK H eps Heps.
  destruct (H (eps / (K + 1))) as [rho [Hrho Hbound]]; [apply Rdiv_lt_0_compat; lra|].
  assert (Hdelta : 0 < rho / (C + 1)) by (apply Rdiv_lt_0_compat; lra).
  exists (mkposreal _ Hdelta). simpl. intros h Hh Hsmall.
  assert (Hpos : 0 < Rabs h) by (apply Rabs_pos_lt; assumption).
  assert (Hnear : Rabs h * C < rho).
  { apply Rle_lt_trans with (Rabs h * (C + 1)); [nra|].
    apply Rlt_le_trans with (rho / (C + 1) * (C + 1)); [apply Rmult_lt_compat_r; lra|right; field; lra]. }
  specialize (Hbound h Hnear).
  replace ((phi (s + h) - phi s) / h - slope) with ((phi (s + h) - phi s - h * slope) / h) by (field; assumption).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv.
  apply Rle_lt_trans with (eps / (K + 1) * (Rabs h * K) * / Rabs h).
  - apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat|]; assumption.
  - apply Rmult_lt_reg_r with (K + 1); [lra|].
    replace (eps / (K + 1) * (Rabs h * K) * / Rabs h * (K + 1)) with (eps * K) by (field; lra). nra.
Qed.

Lemma along_line n x d s h : length x = n -> length d = n ->
  add x (scale (s + h) d) = add (add x (scale s d)) (scale h d).
Proof. intros Hx Hd. coordinates n. Qed.

(** The derivative of f along the line x + s d is <g, d>. *)
Lemma gradient_along_line n f g x d s : is_gradient n f g -> length x = n -> length d = n ->
  derivable_pt_lim (fun s => f (add x (scale s d))) s (dot (g (add x (scale s d))) d).
Proof.
  intros [Hmaps Hf] Hx Hd.
  apply derivative_from_bound with (C := norm d) (K := norm d); try apply norm_nonneg.
  intros eps Heps. destruct (Hf (add x (scale s d))) with (eps := eps) as [rho [Hrho Hbound]]; [lengths|assumption|].
  exists rho. split; [assumption|]. intros h Hh.
  rewrite (along_line n), <- dot_scale_r, <- norm_scale by assumption.
  apply Hbound; [lengths|]. rewrite norm_scale. assumption.
Qed.

(** The derivative of <g, e> along the line x + s d is <H d, e>. *)
Lemma hessian_along_line n g H x d e s : maps n g -> is_derivative n g H -> length x = n -> length d = n ->
  length e = n -> derivable_pt_lim (fun s => dot (g (add x (scale s d))) e) s (dot (H (add x (scale s d)) d) e).
Proof.
  intros Hmaps Hg Hx Hd He.
  pose proof Hg as [HH [Hlinear Hsmall]].
  apply derivative_from_bound with (C := norm d) (K := norm d * norm e);
    try (apply Rmult_le_pos); try apply norm_nonneg.
  intros eps Heps.
  destruct (Hsmall (add x (scale s d))) with (eps := eps) as [rho [Hrho Hbound]]; [lengths|assumption|].
  exists rho. split; [assumption|]. intros h Hh. rewrite (along_line n) by assumption.
  set (y := add x (scale s d)) in *. assert (Hy : length y = n) by (unfold y; lengths).
  assert (Hscale : H y (scale h d) = scale h (H y d)).
  { apply (linear_scale n); [apply (derivative_linear n g)|]; assumption. }
  specialize (Hbound (scale h d)). rewrite norm_scale in Hbound.
  assert (Hl : length (H y d) = n) by (apply HH; assumption).
  assert (Hl' : length (g y) = n) by (apply Hmaps; assumption).
  assert (Hl'' : length (g (add y (scale h d))) = n) by (apply Hmaps; lengths).
  rewrite <- Rmult_assoc, <- Rmult_assoc.
  replace (dot (g (add y (scale h d))) e - dot (g y) e - h * dot (H y d) e)
    with (dot (sub (sub (g (add y (scale h d))) (g y)) (H y (scale h d))) e).
  2: { rewrite Hscale, !dot_sub_l, dot_scale_l; [ring|..]; try congruence.
       transitivity n; [|symmetry]; lengths. }
  eapply Rle_trans; [apply cauchy_schwarz|].
  apply Rmult_le_compat_r; [apply norm_nonneg|].
  rewrite Rmult_assoc. apply Hbound; [lengths|assumption].
Qed.

(** ** The quadratic upper bound *)

Lemma rise_below_quadratic (phi slope : R -> R) K :
  (forall s, derivable_pt_lim phi s (slope s)) -> (forall s, 0 < s -> slope s <= slope 0 + K * s) ->
  phi 1 <= phi 0 + slope 0 + K / 2.
Proof.
  intros Hphi Hslope.
  destruct (MVT_cor2 (fun s => phi s - s * slope 0 - K / 2 * s ^ 2) (fun s => slope s - slope 0 - K * s) 0 1)
    as [c [Hc Hin]]; [lra| |].
  - intros c _. apply is_derive_Reals.
    assert (Hder : is_derive phi c (slope c)) by (apply is_derive_Reals, Hphi).
    auto_derive; [exists (slope c); exact Hder|]. change (Derive (fun s => phi s) c) with (Derive phi c).
    rewrite (is_derive_unique _ _ _ Hder). field.
  - specialize (Hslope c (proj1 Hin)). lra.
Qed.

(** The derivative of f along every line x + s d is <g, d>. *)
Definition gradient_along_lines (n : nat) (f : point -> R) (g : point -> point) : Prop :=
  forall x d s, length x = n -> length d = n ->
    derivable_pt_lim (fun s => f (add x (scale s d))) s (dot (g (add x (scale s d))) d).

Lemma quadratic_from_slope n L f g :
  gradient_along_lines n f g ->
  (forall x d, length x = n -> length d = n -> dot (g (add x d)) d - dot (g x) d <= L * dot d d) ->
  bounded_by_quadratic n L f g.
Proof.
  intros Hf Hslope w x Hw Hx. set (d := sub w x). assert (Hd : length d = n) by (unfold d; lengths).
  pose proof (rise_below_quadratic _ _ (L * dot d d) (fun s => Hf x d s Hx Hd)) as Hrise. cbv beta in Hrise.
  rewrite scale_one, scale_zero, Hd, (add_origin_r n) in Hrise by assumption.
  replace (add x d) with w in Hrise by (unfold d; symmetry; apply add_sub with n; assumption).
  apply Rle_trans with (f x + dot (g x) d + L * dot d d / 2); [apply Hrise|lra].
  intros s Hs. specialize (Hslope x (scale s d) Hx). rewrite !dot_scale_r, dot_scale_l in Hslope.
  apply Rmult_le_reg_l with s; [assumption|]. specialize (Hslope ltac:(lengths)). nra.
Qed.

(** What the bound needs of smoothness: derivatives along lines, and that the second one is at most L |d|^2. *)
Definition smooth_along_lines (n : nat) (L : R) (f : point -> R) (g : point -> point)
  (H : point -> point -> point) : Prop :=
  gradient_along_lines n f g /\
  forall x d, length x = n -> length d = n ->
    (forall s, derivable_pt_lim (fun s => dot (g (add x (scale s d))) d) s (dot (H (add x (scale s d)) d) d)) /\
    - L * dot d d <= dot (H x d) d <= L * dot d d.

(** f is smooth in the sense of the quadratic form of its Hessian: -L |d|^2 <= <H x d, d> <= L |d|^2. *)
Definition by_form (n : nat) (L : R) (f : point -> R) (g : point -> point) (H : point -> point -> point) : Prop :=
  is_gradient n f g /\ is_derivative n g H /\
  forall x d, length x = n -> length d = n -> - L * dot d d <= dot (H x d) d <= L * dot d d.

Lemma by_form_along_lines n L f g H : by_form n L f g H -> smooth_along_lines n L f g H.
Proof.
  intros [Hf [Hg Hform]]. split; [intros x d s; apply gradient_along_line; exact Hf|].
  intros x d Hx Hd. split; [|apply Hform; assumption].
  intros s. apply hessian_along_line with n; try assumption. apply Hf.
Qed.

Lemma along_lines_quadratic n L f g H : smooth_along_lines n L f g H -> bounded_by_quadratic n L f g.
Proof.
  intros [Hf Hg]. apply quadratic_from_slope; [assumption|]. intros x d Hx Hd.
  destruct (MVT_cor2 _ _ 0 1 Rlt_0_1 (fun s _ => proj1 (Hg x d Hx Hd) s)) as [c [Hc Hin]].
  rewrite scale_one, scale_zero, Hd, (add_origin_r n) in Hc by assumption.
  rewrite Hc, Rminus_0_r, Rmult_1_r. apply Hg; lengths.
Qed.

Lemma by_form_quadratic n L f g H : by_form n L f g H -> bounded_by_quadratic n L f g.
Proof. intros Hf. apply along_lines_quadratic with H, by_form_along_lines, Hf. Qed.

Lemma lipschitz_quadratic n L f g : is_gradient n f g -> lipschitz n L g -> bounded_by_quadratic n L f g.
Proof.
  intros Hf Hg. assert (Hmaps : maps n g) by apply Hf.
  apply quadratic_from_slope; [intros x d s; apply gradient_along_line; exact Hf|]. intros x d Hx Hd.
  rewrite <- dot_sub_l by (transitivity n; [|symmetry]; apply Hmaps; lengths).
  eapply Rle_trans; [apply dot_le_norms|]. specialize (Hg (add x d) x ltac:(lengths) Hx).
  replace (sub (add x d) x) with d in Hg by coordinates n.
  pose proof (norm_nonneg d). pose proof (norm_square d). nra.
Qed.

(** ** The quadratic L/2 |w|^2 *)

Definition half_square (L : R) (x : point) : R := L / 2 * dot x x.

Lemma half_square_expansion n L x d : length x = n -> length d = n ->
  half_square L (add x d) = half_square L x + dot (scale L x) d + L / 2 * dot d d.
Proof.
  intros Hx Hd. unfold half_square.
  rewrite dot_add_l, !dot_add_r, (dot_comm d x), dot_scale_l by (try lengths; congruence). field.
Qed.

Lemma half_square_by_form n L : 0 <= L -> by_form n L (half_square L) (scale L) (fun _ => scale L).
Proof.
  intros HL. split; [|split; [split; [|split]|]].
  - split; [intros x Hx; lengths|]. intros x Hx eps Heps.
    exists (eps / (L + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros d Hd Hsmall.
    rewrite (half_square_expansion n), <- norm_square by assumption.
    replace (half_square L x + dot (scale L x) d + L / 2 * (norm d * norm d) - half_square L x - dot (scale L x) d)
      with (L / 2 * norm d * norm d) by ring.
    pose proof (norm_nonneg d). rewrite Rabs_pos_eq by (repeat apply Rmult_le_pos; lra).
    apply Rmult_le_compat_r; [assumption|].
    apply Rmult_lt_compat_r with (r := L + 1) in Hsmall; [|lra]. unfold Rdiv in Hsmall.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hsmall by lra. nra.
  - intros x _ d Hd. lengths.
  - intros x c d e _ Hd He. coordinates n.
  - intros x Hx eps Heps. exists 1. split; [lra|]. intros d Hd _.
    replace (sub (sub (scale L (add x d)) (scale L x)) (scale L d)) with (origin n) by coordinates n.
    rewrite norm_origin. apply Rmult_le_pos; [lra|apply norm_nonneg].
  - intros x d _ _. rewrite dot_scale_l. pose proof (dot_self_nonneg d). nra.
Qed.

(** ** The Hessian is symmetric *)

(** The second difference of f at x in the directions h u and h v is h^2 <H x v, u> up to o(h^2). *)
Lemma second_difference n f g H x u v : is_gradient n f g -> is_derivative n g H ->
  length x = n -> length u = n -> length v = n ->
  forall eps, 0 < eps -> exists rho, 0 < rho /\ forall h, 0 < h < rho ->
  Rabs (f (add x (scale h (add u v))) - f (add x (scale h u)) - f (add x (scale h v)) + f x - h * h * dot (H x v) u)
    <= eps * (h * h).
Proof.
  intros Hf Hg Hx Hu Hv eps Heps.
  assert (Hmaps : maps n g) by apply Hf.
  assert (HH : linear n (H x)) by (apply (derivative_linear n g); assumption).
  set (K := (norm u + norm v + norm u) * norm u + 1).
  assert (HK : 0 < K).
  { pose proof (norm_nonneg u). pose proof (norm_nonneg v).
    assert (0 <= (norm u + norm v + norm u) * norm u) by (apply Rmult_le_pos; lra). unfold K. lra. }
  destruct Hg as [HHmaps [Hlinear Hsmall]].
  destruct (Hsmall x Hx (eps / K)) as [rho [Hrho Hbound]]; [apply Rdiv_lt_0_compat; assumption|].
  exists (rho / (norm u + norm v + 1)).
  pose proof (norm_nonneg u) as Hu0. pose proof (norm_nonneg v) as Hv0.
  split; [apply Rdiv_lt_0_compat; lra|]. intros h [Hh Hnear].
  assert (Hin : h * (norm u + norm v) < rho).
  { apply Rmult_lt_compat_r with (r := norm u + norm v + 1) in Hnear; [|lra]. unfold Rdiv in Hnear.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r in Hnear by lra. nra. }
  (* the mean value theorem on s -> f (x + h v + s h u) - f (x + s h u) *)
  destruct (MVT_cor2
    (fun s => f (add (add x (scale h v)) (scale s (scale h u))) - f (add x (scale s (scale h u))))
    (fun s => dot (g (add (add x (scale h v)) (scale s (scale h u)))) (scale h u)
              - dot (g (add x (scale s (scale h u)))) (scale h u)) 0 1 Rlt_0_1) as [s [Hs [Hlow Hhigh]]].
  { intros s _. apply derivable_pt_lim_minus; apply gradient_along_line with n; try assumption; lengths. }
  rewrite !scale_one, !scale_zero, (length_scale n h u Hu), (add_origin_r n x Hx), (add_origin_r n) in Hs by lengths.
  replace (add (add x (scale h v)) (scale h u)) with (add x (scale h (add u v))) in Hs by coordinates n.
  set (a := add (scale h v) (scale s (scale h u))).
  set (b := scale s (scale h u)).
  assert (Ha : length a = n) by (unfold a; lengths). assert (Hb : length b = n) by (unfold b; lengths).
  replace (add (add x (scale h v)) (scale s (scale h u))) with (add x a) in Hs by (unfold a; coordinates n).
  fold b in Hs.
  assert (Hbn : norm b <= h * norm u).
  { unfold b. rewrite !norm_scale, !Rabs_pos_eq by lra. assert (0 <= h * norm u) by (apply Rmult_le_pos; lra). nra. }
  assert (Han : norm a <= h * (norm u + norm v)).
  { unfold a. fold b. eapply Rle_trans; [apply norm_add; transitivity n; [|symmetry]; lengths|].
    rewrite norm_scale, Rabs_pos_eq by lra. lra. }
  assert (Hra := Hbound a Ha ltac:(lra)).
  assert (Hrb := Hbound b Hb ltac:(nra)).
  set (ra := sub (sub (g (add x a)) (g x)) (H x a)) in *.
  set (rb := sub (sub (g (add x b)) (g x)) (H x b)) in *.
  assert (Hsum : H x a = add (scale h (H x v)) (H x b)).
  { unfold a. rewrite (linear_add n) by (try assumption; lengths).
    rewrite (linear_scale n) by assumption. reflexivity. }
  assert (length (H x v) = n) by (apply HH; assumption). assert (length (H x b) = n) by (apply HH; assumption).
  assert (length (H x a) = n) by (apply HH; assumption).
  assert (length (g x) = n) by (apply Hmaps; assumption).
  assert (length (g (add x a)) = n) by (apply Hmaps; lengths).
  assert (length (g (add x b)) = n) by (apply Hmaps; lengths).
  replace (f (add x (scale h (add u v))) - f (add x (scale h u)) - f (add x (scale h v)) + f x - h * h * dot (H x v) u)
    with (h * dot (sub ra rb) u).
  2: { assert (length ra = n) by (unfold ra; lengths). assert (length rb = n) by (unfold rb; lengths).
    rewrite dot_sub_l by congruence. unfold ra, rb. rewrite !dot_scale_r in Hs.
    rewrite Hsum.
    rewrite !dot_sub_l, dot_add_l, dot_scale_l; try (transitivity n; [|symmetry]; lengths). lra. }
  rewrite Rabs_mult, Rabs_pos_eq by lra. rewrite Rmult_comm, <- Rmult_assoc.
  replace (eps * (h * h)) with (eps * h * h) by ring.
  apply Rmult_le_compat_r; [lra|].
  eapply Rle_trans; [apply cauchy_schwarz|].
  assert (Hr : norm (sub ra rb) <= eps / K * (h * (norm u + norm v + norm u))).
  { eapply Rle_trans; [apply norm_sub; transitivity n; [|symmetry]; unfold ra, rb; lengths|].
    assert (0 < eps / K) by (apply Rdiv_lt_0_compat; assumption). nra. }
  apply Rle_trans with (eps / K * (h * (norm u + norm v + norm u)) * norm u);
    [apply Rmult_le_compat_r; assumption|].
  replace (eps / K * (h * (norm u + norm v + norm u)) * norm u) with (eps / K * h * (K - 1)) by (unfold K; ring).
  replace (eps * h) with (eps / K * h * K) by (field; lra).
  apply Rmult_le_compat_l; [|lra]. left. apply Rmult_lt_0_compat; [apply Rdiv_lt_0_compat|]; assumption.
Qed.

Lemma hessian_symmetric n f g H x : is_gradient n f g -> is_derivative n g H ->
  length x = n -> symmetric n (H x).
Proof.
  intros Hf Hg Hx u v Hu Hv.
  apply cond_eq. intros eps Heps.
  destruct (second_difference n f g H x u v Hf Hg Hx Hu Hv (eps / 4)) as [r [Hr Huv]]; [lra|].
  destruct (second_difference n f g H x v u Hf Hg Hx Hv Hu (eps / 4)) as [r' [Hr' Hvu]]; [lra|].
  set (h := Rmin r r' / 2). assert (Hm : 0 < Rmin r r') by (apply Rmin_glb_lt; assumption).
  pose proof (Rmin_l r r'). pose proof (Rmin_r r r').
  specialize (Huv h ltac:(unfold h; lra)). specialize (Hvu h ltac:(unfold h; lra)).
  rewrite (add_comm v u) in Hvu.
  assert (Hh : 0 < h * h) by (apply Rmult_lt_0_compat; unfold h; lra).
  apply Rmult_lt_reg_l with (h * h); [exact Hh|].
  rewrite <- (Rabs_pos_eq (h * h)) at 1 by lra. rewrite <- Rabs_mult.
  apply Rle_lt_trans with (eps / 4 * (h * h) + eps / 4 * (h * h)); [|nra].
  apply Rabs_le_between in Huv. apply Rabs_le_between in Hvu. apply Rabs_le. lra.
Qed.

(** ** Three ways to say that f is smooth *)

Lemma symmetric_form_bound n A L u v : linear n A -> symmetric n A ->
  (forall d, length d = n -> - L * dot d d <= dot (A d) d <= L * dot d d) ->
  length u = n -> length v = n -> dot (A u) v <= L * (norm u * norm v).
Proof.
  intros HA Hsym Hform Hu Hv.
  destruct (Req_dec (norm u * norm v) 0) as [Hzero|Hnonzero].
  { rewrite Hzero. destruct (Rmult_integral _ _ Hzero) as [Hz|Hz]; apply norm_zero in Hz; rewrite Hz.
    - rewrite Hu, (linear_origin n) by exact HA. rewrite dot_origin_l. lra.
    - rewrite dot_origin_r. lra. }
  assert (Hpos : 0 < norm u * norm v).
  { pose proof (Rmult_le_pos _ _ (norm_nonneg u) (norm_nonneg v)). lra. }
  apply Rmult_le_reg_l with (norm u * norm v); [exact Hpos|].
  (* the form at a + b and at a - b, where a = |v| u and b = |u| v have the same norm *)
  set (a := scale (norm v) u). set (b := scale (norm u) v).
  assert (Ha : length a = n) by (unfold a; lengths). assert (Hb : length b = n) by (unfold b; lengths).
  assert (HAa : length (A a) = n) by (apply HA; exact Ha). assert (HAb : length (A b) = n) by (apply HA; exact Hb).
  destruct (Hform (add a b) ltac:(lengths)) as [_ Hplus].
  destruct (Hform (add a (scale (-1) b)) ltac:(lengths)) as [Hminus _].
  assert (length (scale (-1) b) = n) by lengths. assert (length (scale (-1) (A b)) = n) by lengths.
  rewrite (linear_add n A) in Hplus by assumption.
  rewrite !dot_add_l, !dot_add_r, (Hsym b a) in Hplus by (assumption || congruence).
  rewrite (linear_add n A), (linear_scale n A) in Hminus by assumption.
  rewrite !dot_add_l, !dot_add_r, !dot_scale_l, !dot_scale_r, (Hsym b a) in Hminus by (assumption || congruence).
  rewrite (dot_comm b a) in Hplus, Hminus.
  assert (Haa : dot a a = norm u * norm v * (norm u * norm v)).
  { unfold a. rewrite dot_scale_l, dot_scale_r, <- (norm_square u). ring. }
  assert (Hbb : dot b b = norm u * norm v * (norm u * norm v)).
  { unfold b. rewrite dot_scale_l, dot_scale_r, <- (norm_square v). ring. }
  assert (Hab : dot (A a) b = norm u * norm v * dot (A u) v).
  { unfold a, b. rewrite (linear_scale n), dot_scale_l, dot_scale_r by assumption. ring. }
  rewrite <- Hab. rewrite Haa, Hbb in *. lra.
Qed.

Lemma by_form_lipschitz n L f g H : by_form n L f g H -> lipschitz n L g.
Proof.
  intros [Hf [Hg Hform]] x y Hx Hy. assert (Hmaps : maps n g) by apply Hf.
  set (d := sub x y). assert (Hd : length d = n) by (unfold d; lengths).
  assert (length (g x) = n) by (apply Hmaps; exact Hx). assert (length (g y) = n) by (apply Hmaps; exact Hy).
  set (e := sub (g x) (g y)). assert (He : length e = n) by (unfold e; lengths).
  destruct (MVT_cor2 _ _ 0 1 Rlt_0_1 (fun s _ => hessian_along_line n g H y d e s Hmaps Hg Hy Hd He)) as [c [Hc Hin]].
  rewrite scale_one, scale_zero, Hd, (add_origin_r n) in Hc by assumption.
  replace (add y d) with x in Hc by (unfold d; coordinates n).
  rewrite <- dot_sub_l in Hc by congruence. fold e in Hc.
  assert (Hz : length (add y (scale c d)) = n) by lengths.
  assert (Hbound : norm e * norm e <= L * norm d * norm e).
  { rewrite norm_square, Hc, Rminus_0_r, Rmult_1_r, Rmult_assoc.
    apply (symmetric_form_bound n); try assumption.
    - apply (derivative_linear n g); assumption.
    - apply (hessian_symmetric n f g); assumption.
    - intros v Hv. apply Hform; assumption. }
  destruct (norm_nonneg e) as [Hpos|Hzero].
  - apply Rmult_le_reg_r with (norm e); assumption.
  - rewrite <- Hzero. pose proof (Hform y d Hy Hd) as [Hlow Hhigh]. rewrite <- norm_square in Hlow, Hhigh.
    destruct (norm_nonneg d) as [Hpos|Hnone]; [|rewrite <- Hnone; lra].
    apply Rmult_le_reg_r with (norm d); [exact Hpos|]. lra.
Qed.

(** The eigenvalues of the Hessian lie in [-L, L] if and only if its quadratic form does. *)
Lemma smooth_iff_form n L f g H : smooth n L f g H <-> by_form n L f g H.
Proof.
  symmetry. split; intros [Hf [Hg Hbound]]; split; try assumption; split; try assumption.
  - intros x lambda Hx [d [Hd [Hnonzero Heq]]]. specialize (Hbound x d Hx Hd). rewrite Heq, dot_scale_l in Hbound.
    pose proof (dot_self_positive n d Hd Hnonzero) as Hpos.
    split; apply Rmult_le_reg_r with (dot d d); try exact Hpos; apply Hbound.
  - intros x d Hx Hd. assert (HH : linear n (H x)) by (apply (derivative_linear n g); assumption).
    assert (Hsym : symmetric n (H x)) by (apply (hessian_symmetric n f g); assumption).
    split; [|apply (form_below_eigenvalues n); try assumption; intros lambda; apply Hbound; exact Hx].
    enough (Hopposite : dot (scale (-1) (H x d)) d <= L * dot d d) by (rewrite dot_scale_l in Hopposite; lra).
    apply (form_below_eigenvalues n (fun d => scale (-1) (H x d))).
    + destruct HH as [Hmaps Hlinear]. split.
      * intros u Hu. specialize (Hmaps u Hu). lengths.
      * intros c u v Hu Hv. rewrite Hlinear, scale_add, !scale_scale by assumption. do 2 f_equal. ring.
    + intros u v Hu Hv. rewrite !dot_scale_l, (Hsym u v) by assumption. reflexivity.
    + intros lambda [u [Hu [Hnonzero Heq]]]. enough (- L <= - lambda <= L) by lra.
      apply (Hbound x); [exact Hx|]. exists u. split; [exact Hu|]. split; [exact Hnonzero|].
      rewrite <- (scale_one (H x u)). replace 1 with (-1 * -1) by ring. rewrite <- scale_scale, Heq, scale_scale.
      f_equal. ring.
    + exact Hd.
Qed.

Lemma smooth_quadratic n L f g H : smooth n L f g H -> bounded_by_quadratic n L f g.
Proof. intros Hf. apply by_form_quadratic with H, smooth_iff_form, Hf. Qed.

Lemma smooth_lipschitz n L f g H : smooth n L f g H -> lipschitz n L g.
Proof. intros Hf. apply by_form_lipschitz with f H, smooth_iff_form, Hf. Qed.

Lemma half_square_smooth n L : 0 <= L -> smooth n L (half_square L) (scale L) (fun _ => scale L).
Proof. intros HL. apply smooth_iff_form, half_square_by_form, HL. Qed.

Lemma derivative_bounded (phi : R -> R) slope K :
  derivable_pt_lim phi 0 slope -> (forall s, Rabs (phi s - phi 0) <= K * Rabs s) -> Rabs slope <= K.
Proof.
  intros Hphi HK. apply le_epsilon. intros eps Heps. destruct (Hphi eps Heps) as [delta Hdelta].
  pose proof (cond_pos delta) as Hpos. set (s := delta / 2). assert (Hs : 0 < s) by (unfold s; lra).
  specialize (Hdelta s ltac:(lra)). rewrite (Rabs_pos_eq s), Rplus_0_l in Hdelta by lra.
  specialize (Hdelta ltac:(unfold s; lra)). specialize (HK s). rewrite (Rabs_pos_eq s) in HK by lra.
  assert (Hquotient : Rabs ((phi s - phi 0) / s) <= K).
  { unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq s) by lra.
    apply Rmult_le_reg_r with s; [exact Hs|]. rewrite Rmult_assoc, Rinv_l by lra. lra. }
  replace slope with ((phi s - phi 0) / s - ((phi s - phi 0) / s - slope)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp. lra.
Qed.

(** Where f has a Hessian, f is L-smooth if and only if its gradient is Lipschitz with constant L. *)
Lemma smooth_iff_lipschitz n L f g H :
  is_gradient n f g -> is_derivative n g H -> (smooth n L f g H <-> lipschitz n L g).
Proof.
  intros Hf Hg. split; [apply smooth_lipschitz|]. intros Hlip. apply smooth_iff_form.
  split; [exact Hf|]. split; [exact Hg|]. intros x d Hx Hd. assert (Hmaps : maps n g) by apply Hf.
  pose proof (hessian_along_line n g H x d d 0 Hmaps Hg Hx Hd Hd) as Hslope.
  apply derivative_bounded with (K := L * dot d d) in Hslope.
  - rewrite scale_zero, Hd, (add_origin_r n) in Hslope by exact Hx. apply Rabs_le_between in Hslope. lra.
  - intros s. rewrite scale_zero, Hd, (add_origin_r n) by exact Hx.
    rewrite <- dot_sub_l by (transitivity n; [|symmetry]; apply Hmaps; lengths).
    eapply Rle_trans; [apply cauchy_schwarz|].
    specialize (Hlip (add x (scale s d)) x ltac:(lengths) Hx).
    replace (sub (add x (scale s d)) x) with (scale s d) in Hlip by coordinates n. rewrite norm_scale in Hlip.
    apply Rmult_le_compat_r with (r := norm d) in Hlip; [|apply norm_nonneg]. rewrite <- (norm_square d). lra.
Qed.

(** All that the descent lemma needs of f is the quadratic upper bound. *)
Lemma bounded_step_decrease n L f g eta w : maps n g -> bounded_by_quadratic n L f g -> length w = n ->
  f (step eta g w) <= f w - eta * (1 - eta * L / 2) * norm (g w) ^ 2.
Proof.
  intros Hmaps Hbound Hw. assert (Hg : length (g w) = n) by (apply Hmaps; exact Hw).
  specialize (Hbound (step eta g w) w). unfold step in *.
  replace (sub (sub w (scale eta (g w))) w) with (scale (- eta) (g w)) in Hbound by coordinates n.
  rewrite !dot_scale_r, dot_scale_l, <- norm_pow2 in Hbound. specialize (Hbound ltac:(lengths) Hw). lra.
Qed.

Lemma step_decrease n L f g H eta w : smooth n L f g H -> length w = n ->
  f (step eta g w) <= f w - eta * (1 - eta * L / 2) * norm (g w) ^ 2.
Proof.
  intros Hf. apply bounded_step_decrease; [apply Hf|apply smooth_quadratic with H; exact Hf].
Qed.

Lemma step_half_square n L eta w : length w = n ->
  half_square L (step eta (scale L) w) = half_square L w - eta * (1 - eta * L / 2) * norm (scale L w) ^ 2.
Proof.
  intros Hw. unfold step. replace (sub w (scale eta (scale L w))) with (scale (1 - eta * L) w) by coordinates n.
  rewrite norm_pow2. unfold half_square. rewrite !dot_scale_l, !dot_scale_r. field.
Qed.
