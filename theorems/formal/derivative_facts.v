(** The rules of differentiation by which the checker differentiates, [certs/rules/calculus.py], each with what it asks
    for at the point x; u and v are differentiable there, with derivatives du and dv. *)

From Coq Require Import Reals ZArith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import gaussian_facts error_function evaluation steps.
Open Scope R_scope.

(** What does not depend on y. *)
Lemma derivative_constant (c x : R) : derivable_pt_lim (fun _ => c) x 0.
Proof. apply derivable_pt_lim_const. Qed.

(** y itself. *)
Lemma derivative_variable (x : R) : derivable_pt_lim (fun y => y) x 1.
Proof. apply derivable_pt_lim_id. Qed.

Section Rules.
  Context (u v : R -> R) (x du dv : R).
  Hypothesis derives_u : derivable_pt_lim u x du.
  Hypothesis derives_v : derivable_pt_lim v x dv.

  Lemma derivative_sum : derivable_pt_lim (fun y => u y + v y) x (du + dv).
  Proof. now apply derivable_pt_lim_plus. Qed.

  Lemma derivative_difference : derivable_pt_lim (fun y => u y - v y) x (du - dv).
  Proof. now apply derivable_pt_lim_minus. Qed.

  Lemma derivative_opposite : derivable_pt_lim (fun y => - u y) x (- du).
  Proof. now apply derivable_pt_lim_opp. Qed.

  Lemma derivative_product : derivable_pt_lim (fun y => u y * v y) x (du * v x + u x * dv).
  Proof. now apply derivable_pt_lim_mult. Qed.

  (** The denominator is not zero at x. *)
  Lemma derivative_quotient : ~ v x = 0 ->
    derivable_pt_lim (fun y => u y / v y) x ((du * v x - u x * dv) / (v x * v x)).
  Proof.
    intros H. replace (du * v x - u x * dv) with (du * v x - dv * u x) by ring. now apply derivable_pt_lim_div.
  Qed.

  (** The exponent is a literal n >= 1. *)
  Lemma derivative_power (n : Z) : (1 <= n)%Z ->
    derivable_pt_lim (fun y => power (u y) n) x (IZR n * power (u x) (n - 1) * du).
  Proof.
    intros H. apply (derivable_pt_lim_comp u (fun z => power z n)); [assumption|].
    unfold power. replace (Z.to_nat n) with (S (Z.to_nat (n - 1))) by lia.
    replace (IZR n) with (INR (S (Z.to_nat (n - 1)))) by (rewrite INR_IZR_INZ; f_equal; lia).
    apply (derivable_pt_lim_pow (u x) (S (Z.to_nat (n - 1)))).
  Qed.

  Lemma derivative_exp : derivable_pt_lim (fun y => exp (u y)) x (exp (u x) * du).
  Proof. apply (derivable_pt_lim_comp u exp); [assumption | apply derivable_pt_lim_exp]. Qed.

  (** The argument is positive at x. *)
  Lemma derivative_log : 0 < u x -> derivable_pt_lim (fun y => ln (u y)) x (du / u x).
  Proof.
    intros H. replace (du / u x) with (/ u x * du) by (unfold Rdiv; ring).
    apply (derivable_pt_lim_comp u ln); [assumption | now apply derivable_pt_lim_ln].
  Qed.

  (** The argument is positive at x. *)
  Lemma derivative_sqrt : 0 < u x -> derivable_pt_lim (fun y => sqrt (u y)) x (du / (2 * sqrt (u x))).
  Proof.
    intros H. replace (du / (2 * sqrt (u x))) with (/ (2 * sqrt (u x)) * du) by (unfold Rdiv; ring).
    apply (derivable_pt_lim_comp u sqrt); [assumption | now apply derivable_pt_lim_sqrt].
  Qed.

  Lemma derivative_erf : derivable_pt_lim (fun y => erf (u y)) x (2 * exp (- (u x * u x)) / sqrt PI * du).
  Proof.
    apply (derivable_pt_lim_comp u erf); [assumption|]. apply is_derive_Reals.
    replace (2 * exp (- (u x * u x)) / sqrt PI) with (2 / sqrt PI * bell (u x)) by (unfold Rdiv, bell; ring).
    apply (is_derive_scal bell_integral), bell_integral_derivative.
  Qed.
End Rules.

(** Vectors that depend on a number are differentiated as far as they are built from vectors that do not, by sums,
    differences and multiples; what this gives is used in inner products alone. *)
Inductive differentiated {V : space} (x : R) : (R -> V) -> V -> Prop :=
  | constant (c : V) : differentiated x (fun _ => c) (scale 0 c)
  | sum u v du dv : differentiated x u du -> differentiated x v dv ->
      differentiated x (fun y => add (u y) (v y)) (add du dv)
  | difference u v du dv : differentiated x u du -> differentiated x v dv ->
      differentiated x (fun y => sub (u y) (v y)) (sub du dv)
  | opposite u du : differentiated x u du -> differentiated x (fun y => opp (u y)) (opp du)
  | multiple r dr u du : derivable_pt_lim r x dr -> differentiated x u du ->
      differentiated x (fun y => scale (r y) (u y)) (add (scale dr (u x)) (scale (r x) du)).

Lemma same_slope (f g : R -> R) (x d e : R) :
  derivable_pt_lim f x d -> (forall y, f y = g y) -> d = e -> derivable_pt_lim g x e.
Proof.
  intros H E <- eps pos. destruct (H eps pos) as (delta & close). exists delta. intros h. rewrite <- !E. apply close.
Qed.

(** The derivative of <u, v>, once that of <w, v> is known for every fixed vector w. *)
Lemma differentiated_along (V : space) (x : R) (u v : R -> V) (du dv : V) :
  (forall w, derivable_pt_lim (fun y => inner w (v y)) x (inner w dv)) -> differentiated x u du ->
  derivable_pt_lim (fun y => inner (u y) (v y)) x (inner du (v x) + inner (u x) dv).
Proof.
  intros along D.
  induction D as [c | a b da db _ IHa _ IHb | a b da db _ IHa _ IHb | a da _ IHa | r dr a da Hr _ IHa];
    eapply same_slope.
  - apply (along c).
  - reflexivity.
  - rewrite inner_scale. ring.
  - apply (derivable_pt_lim_plus _ _ _ _ _ IHa IHb).
  - intros y. symmetry. apply inner_add.
  - rewrite !inner_add. ring.
  - apply (derivable_pt_lim_minus _ _ _ _ _ IHa IHb).
  - intros y. unfold minus_fct, sub. rewrite inner_add, inner_scale. ring.
  - unfold sub. rewrite !inner_add, !inner_scale. ring.
  - apply (derivable_pt_lim_opp _ _ _ IHa).
  - intros y. unfold opp_fct, opp. rewrite inner_scale. ring.
  - unfold opp. rewrite !inner_scale. ring.
  - apply (derivable_pt_lim_mult _ _ _ _ _ Hr IHa).
  - intros y. symmetry. apply inner_scale.
  - rewrite inner_add, !inner_scale. ring.
Qed.

Lemma derivative_dot (V : space) (x : R) (u v : R -> V) (du dv : V) : differentiated x u du -> differentiated x v dv ->
  derivable_pt_lim (fun y => inner (u y) (v y)) x (inner du (v x) + inner (u x) dv).
Proof.
  intros Du Dv. apply differentiated_along; [|exact Du]. intros w.
  assert (still : forall z, derivable_pt_lim (fun _ => inner z w) x (inner z (scale 0 w))).
  { intros z. rewrite inner_scale_right, Rmult_0_l. apply derivable_pt_lim_const. }
  eapply same_slope; [apply (differentiated_along _ _ _ (fun _ => w) _ _ still Dv) | intros; apply inner_sym |].
  rewrite inner_scale_right, inner_sym. ring.
Qed.
