(** A smooth function satisfies the quadratic upper bound, and so does every function with a Lipschitz gradient. *)

From Coq Require Import Reals List Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors vectors_facts smooth.
Import ListNotations.
Open Scope R_scope.

(** ** Linear maps *)

Definition linear (n : nat) (A : point -> point) : Prop :=
  maps n A /\ forall c d e, length d = n -> length e = n -> A (add (scale c d) e) = add (scale c (A d)) (A e).

Lemma derivative_linear n g H x : is_derivative n g H -> length x = n -> linear n (H x).
Proof. intros [Hmaps [Hlinear _]] Hx. split; [apply Hmaps|intros c d e; apply Hlinear]; assumption. Qed.

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

(** ** Derivatives along lines *)

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

Lemma quadratic_from_slope n L f g :
  is_gradient n f g ->
  (forall x d, length x = n -> length d = n -> dot (sub (g (add x d)) (g x)) d <= L * dot d d) ->
  bounded_by_quadratic n L f g.
Proof.
  intros Hf Hslope w x Hw Hx. set (d := sub w x). assert (Hd : length d = n) by (unfold d; lengths).
  assert (Hmaps : maps n g) by apply Hf.
  pose proof (rise_below_quadratic _ _ (L * dot d d) (fun s => gradient_along_line n f g x d s Hf Hx Hd)) as Hrise.
  cbv beta in Hrise.
  rewrite scale_one, scale_zero, Hd, (add_origin_r n) in Hrise by assumption.
  replace (add x d) with w in Hrise by (unfold d; symmetry; apply add_sub with n; assumption).
  apply Rle_trans with (f x + dot (g x) d + L * dot d d / 2); [apply Hrise|lra].
  intros s Hs. specialize (Hslope x (scale s d) Hx). rewrite !dot_scale_r, dot_scale_l in Hslope.
  rewrite dot_sub_l in Hslope; [|transitivity n; [|symmetry]; apply Hmaps; lengths].
  apply Rmult_le_reg_l with s; [assumption|]. specialize (Hslope ltac:(lengths)). nra.
Qed.

Lemma smooth_quadratic n L f g H : smooth n L f g H -> bounded_by_quadratic n L f g.
Proof.
  intros [Hf [Hg Hform]]. assert (Hmaps : maps n g) by apply Hf.
  apply quadratic_from_slope; [assumption|]. intros x d Hx Hd.
  destruct (MVT_cor2 _ _ 0 1 Rlt_0_1 (fun s _ => hessian_along_line n g H x d d s Hmaps Hg Hx Hd Hd)) as [c [Hc Hin]].
  rewrite scale_one, scale_zero, Hd, (add_origin_r n) in Hc by assumption.
  rewrite dot_sub_l, Hc, Rminus_0_r, Rmult_1_r; [|transitivity n; [|symmetry]; apply Hmaps; lengths].
  apply Hform; lengths.
Qed.

Lemma lipschitz_quadratic n L f g : is_gradient n f g -> lipschitz n L g -> bounded_by_quadratic n L f g.
Proof.
  intros Hf Hg. assert (Hmaps : maps n g) by apply Hf.
  apply quadratic_from_slope; [assumption|]. intros x d Hx Hd.
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

Lemma half_square_smooth n L : 0 <= L -> smooth n L (half_square L) (scale L) (fun _ => scale L).
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
