(** Facts about the hyperbolic cosine: even, positive, increasing from 0 on, and at most exp (t^2 / 2). *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Lemma not_decreasing : forall f f' : R -> R,
  (forall x, is_derive f x (f' x)) -> (forall x, 0 <= x -> 0 <= f' x) -> forall t, 0 <= t -> f 0 <= f t.
Proof.
  intros f f' derives sign_of t Ht. destruct (Rle_lt_or_eq_dec 0 t Ht) as [H | <-]; [|lra].
  destruct (MVT_cor2 f f' 0 t H) as [c [E Hc]]; [intros c _; now apply is_derive_Reals|].
  specialize (sign_of c ltac:(lra)). nra.
Qed.

Lemma exp_opp_le : forall t, 0 <= t -> exp (- t) <= exp t.
Proof. intros t Ht. destruct (Req_dec t 0) as [-> | H]; [rewrite Ropp_0; lra | left; apply exp_increasing; lra]. Qed.

Lemma sinh_below : forall t, 0 <= t -> exp t - exp (- t) <= t * (exp t + exp (- t)).
Proof.
  intros t Ht.
  assert (H : 0 * (exp 0 + exp (- 0)) - (exp 0 - exp (- 0)) <= t * (exp t + exp (- t)) - (exp t - exp (- t))).
  { apply (not_decreasing (fun t => t * (exp t + exp (- t)) - (exp t - exp (- t))) (fun t => t * (exp t - exp (- t))));
      [| |exact Ht].
    - intros x. auto_derive; [exact I | ring].
    - intros x Hx. pose proof (exp_opp_le x Hx). nra. }
  rewrite Ropp_0 in H. lra.
Qed.

Lemma cosh_even : forall t, cosh (- t) = cosh t.
Proof. intros t. unfold cosh. rewrite Ropp_involutive. lra. Qed.

Lemma cosh_bound : forall t, cosh t <= exp (t ^ 2 / 2).
Proof.
  assert (positive : forall t, 0 <= t -> cosh t <= exp (t ^ 2 / 2)).
  { intros t Ht.
    assert (H : - (exp (- (0 ^ 2 / 2)) * cosh 0) <= - (exp (- (t ^ 2 / 2)) * cosh t)).
    { apply (not_decreasing (fun t => - (exp (- (t ^ 2 / 2)) * cosh t))
        (fun t => exp (- (t ^ 2 / 2)) * ((t * (exp t + exp (- t)) - (exp t - exp (- t))) / 2))); [| |exact Ht].
      - intros x. unfold cosh. auto_derive; [exact I|].
        replace (x * (x * 1)) with (x ^ 2) by ring.
        replace (- (x ^ 2 * / 2)) with (- (x ^ 2 / 2)) by (unfold Rdiv; ring).
        field.
      - intros x Hx. pose proof (sinh_below x Hx). apply Rmult_le_pos; [left; apply exp_pos | lra]. }
    replace (- (0 ^ 2 / 2)) with 0 in H by field. rewrite exp_0, cosh_0, exp_Ropp in H.
    pose proof (exp_pos (t ^ 2 / 2)) as P. apply Rmult_le_reg_l with (/ exp (t ^ 2 / 2)).
    - now apply Rinv_0_lt_compat.
    - rewrite Rinv_l by lra. lra. }
  intros t. destruct (Rle_lt_dec 0 t) as [H | H]; [now apply positive|].
  rewrite <- cosh_even. replace (t ^ 2) with ((- t) ^ 2) by ring. apply positive. lra.
Qed.

Lemma cosh_pos : forall t, 0 < cosh t.
Proof. intros t. unfold cosh. pose proof (exp_pos t). pose proof (exp_pos (- t)). lra. Qed.

Lemma cosh_power_bound : forall N t, cosh t ^ N <= exp (INR N * t ^ 2 / 2).
Proof.
  intros N t. induction N as [|N IH].
  - simpl. replace (0 * (t * (t * 1)) / 2) with 0 by field. rewrite exp_0. lra.
  - rewrite <- tech_pow_Rmult, S_INR. replace ((INR N + 1) * t ^ 2 / 2) with (t ^ 2 / 2 + INR N * t ^ 2 / 2) by field.
    rewrite exp_plus. apply Rmult_le_compat; [left; apply cosh_pos | apply pow_le; left; apply cosh_pos | | exact IH].
    apply cosh_bound.
Qed.

Lemma cosh_increasing : forall s t, 0 <= s <= t -> cosh s <= cosh t.
Proof.
  intros s t [Hs Ht]. destruct (Req_dec s t) as [-> | H]; [lra|].
  assert (exp s < exp t) by (apply exp_increasing; lra).
  assert (1 <= exp s) by (destruct (Req_dec s 0) as [-> |]; [rewrite exp_0; lra | left; rewrite <- exp_0;
    apply exp_increasing; lra]).
  unfold cosh. rewrite !exp_Ropp. set (a := exp s) in *. set (b := exp t) in *.
  replace (/ a) with (/ b + (b - a) * (/ a * / b)) by (field; lra).
  assert (/ a <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (/ b <= 1) by (rewrite <- Rinv_1; apply Rinv_le_contravar; lra).
  assert (0 < / a) by (apply Rinv_0_lt_compat; lra). assert (0 < / b) by (apply Rinv_0_lt_compat; lra).
  assert (/ a * / b <= 1) by nra. nra.
Qed.
