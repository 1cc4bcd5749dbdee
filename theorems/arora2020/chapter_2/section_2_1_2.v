(** Section 2.1.2: gradient descent finds a small gradient: the descent lemma, summed over steps. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors vectors_facts smooth smooth_facts numbers_facts.
From Marginalia.arora2020.chapter_2 Require Import lemma_2_1_4.
Import ListNotations.
Open Scope R_scope.

(** The iterates of gradient descent, from w 0 on. *)
Definition descends (n : nat) (eta : R) (g : point -> point) (w : nat -> point) : Prop :=
  length (w 0%nat) = n /\ forall t, w (S t) = step eta g (w t).

(** |grad f (w t)|^2, and the sum of these for t < T. *)
Definition gradient_square (g : point -> point) (w : nat -> point) (t : nat) : R := norm (g (w t)) ^ 2.
Definition gradient_squares (g : point -> point) (w : nat -> point) (T : nat) : R :=
  total (map (gradient_square g w) (seq 0 T)).

Lemma total_next (h : nat -> R) T : total (map h (seq 0 (S T))) = total (map h (seq 0 T)) + h T.
Proof.
  rewrite seq_S, map_app. simpl. induction (map h (seq 0 T)) as [|a l IH]; simpl; [|rewrite IH]; ring.
Qed.

Lemma some_below_average (h : nat -> R) T : exists t, (t < S T)%nat /\ INR (S T) * h t <= total (map h (seq 0 (S T))).
Proof.
  induction T as [|T [t [Ht Hmean]]].
  - exists 0%nat. split; [lia|]. simpl. lra.
  - rewrite total_next, S_INR. destruct (Rle_lt_dec (h (S T)) (h t)) as [Hlow|Hhigh].
    + exists (S T). split; [lia|]. pose proof (pos_INR (S T)). nra.
    + exists t. split; [lia|]. lra.
Qed.

Lemma descends_length n eta g w : maps n g -> descends n eta g w -> forall t, length (w t) = n.
Proof.
  intros Hg [H0 Hstep]. induction t as [|t IH]; [exact H0|].
  rewrite Hstep. unfold step. specialize (Hg _ IH). lengths.
Qed.

Lemma decreases_telescope n eta f g w rate :
  maps n g -> descends n eta g w ->
  (forall x, length x = n -> f (step eta g x) <= f x - rate * norm (g x) ^ 2) ->
  forall T, rate * gradient_squares g w T <= f (w 0%nat) - f (w T).
Proof.
  intros Hg Hw Hfall T. induction T as [|T IH]; [unfold gradient_squares; simpl; lra|].
  unfold gradient_squares in *. rewrite total_next, (proj2 Hw).
  specialize (Hfall (w T) (descends_length n eta g w Hg Hw T)). unfold gradient_square at 2. lra.
Qed.

Lemma some_small_gradient n eta f g w rate least T :
  0 < rate -> maps n g -> descends n eta g w ->
  (forall x, length x = n -> f (step eta g x) <= f x - rate * norm (g x) ^ 2) ->
  (forall x, length x = n -> least <= f x) -> (1 <= T)%nat ->
  exists t, (t < T)%nat /\ rate * INR T * gradient_square g w t <= f (w 0%nat) - least.
Proof.
  intros Hrate Hg Hw Hfall Hleast HT. destruct T as [|T]; [lia|].
  destruct (some_below_average (gradient_square g w) T) as [t [Ht Hmean]]. exists t. split; [exact Ht|].
  pose proof (decreases_telescope n eta f g w rate Hg Hw Hfall (S T)) as Hsum.
  specialize (Hleast (w (S T)) (descends_length n eta g w Hg Hw (S T))).
  apply Rmult_le_compat_l with (r := rate) in Hmean; [|lra]. unfold gradient_squares in Hsum. lra.
Qed.

(** With 0 < eta < 1/L, the sum of |grad f|^2 over T steps is at most 2/eta (f (w 0) - f (w T)); and where f is bounded
    below by f_inf, some |grad f|^2 within T >= 1 steps is at most 2 (f (w 0) - f_inf) / (eta T). *)
Theorem section_2_1_2_rate_printed : forall n L f g H eta w,
  0 < L -> smooth n L f g H -> 0 < eta < 1 / L -> descends n eta g w ->
  (forall T, gradient_squares g w T <= 2 / eta * (f (w 0%nat) - f (w T))) /\
  (forall f_inf T, (forall x, length x = n -> f_inf <= f x) -> (1 <= T)%nat ->
    exists t, (t < T)%nat /\ gradient_square g w t <= 2 * (f (w 0%nat) - f_inf) / (eta * INR T)).
Proof.
  intros n L f g H eta w HL Hf Heta Hw. assert (Hg : maps n g) by apply Hf.
  assert (Hfall : forall x, length x = n -> f (step eta g x) <= f x - eta / 2 * norm (g x) ^ 2)
    by (intros x Hx; apply (lemma_2_1_4_printed n L f g H); assumption).
  split.
  - intros T. apply Rmult_le_reg_l with (eta / 2); [lra|].
    replace (eta / 2 * (2 / eta * (f (w 0%nat) - f (w T)))) with (f (w 0%nat) - f (w T)) by (field; lra).
    apply decreases_telescope with n eta; assumption.
  - intros f_inf T Hinf HT.
    destruct (some_small_gradient n eta f g w (eta / 2) f_inf T) as [t [Ht Hsmall]]; try assumption; [lra|].
    exists t. split; [exact Ht|]. apply le_INR in HT. simpl in HT.
    apply Rmult_le_reg_l with (eta / 2 * INR T); [apply Rmult_lt_0_compat; lra|].
    replace (eta / 2 * INR T * (2 * (f (w 0%nat) - f_inf) / (eta * INR T))) with (f (w 0%nat) - f_inf)
      by (field; lra). exact Hsmall.
Qed.

(** For every step below 2/L the same holds with eta (1 - eta L/2) for eta/2; and for all L > 0, eta and w_0 some
    L-smooth function turns the bound for the sum into an equality, for every T. *)
Theorem section_2_1_2_rate_sharpened :
  (forall n L f g H eta w,
    0 < L -> smooth n L f g H -> 0 < eta < 2 / L -> descends n eta g w ->
    (forall T, eta * (1 - eta * L / 2) * gradient_squares g w T <= f (w 0%nat) - f (w T)) /\
    (forall f_inf T, (forall x, length x = n -> f_inf <= f x) -> (1 <= T)%nat ->
      exists t, (t < T)%nat /\ eta * (1 - eta * L / 2) * INR T * gradient_square g w t <= f (w 0%nat) - f_inf)) /\
  (forall n L eta x, 0 < L -> length x = n -> exists f g H w,
    smooth n L f g H /\ descends n eta g w /\ w 0%nat = x /\
    forall T, eta * (1 - eta * L / 2) * gradient_squares g w T = f (w 0%nat) - f (w T)).
Proof.
  split.
  - intros n L f g H eta w HL Hf [Heta Hshort] Hw. assert (Hg : maps n g) by apply Hf.
    apply below_inverse in Hshort; [|exact HL].
    assert (Hfall : forall x, length x = n -> f (step eta g x) <= f x - eta * (1 - eta * L / 2) * norm (g x) ^ 2)
      by (intros x Hx; apply (step_decrease n L f g H); assumption).
    split.
    + intros T. apply decreases_telescope with n eta; assumption.
    + intros f_inf T Hinf HT. apply some_small_gradient with n eta; try assumption. apply Rmult_lt_0_compat; lra.
  - intros n L eta x HL Hx.
    exists (half_square L), (scale L), (fun _ => scale L), (fun t => Nat.iter t (step eta (scale L)) x).
    assert (Hw : descends n eta (scale L) (fun t => Nat.iter t (step eta (scale L)) x)) by (split; auto).
    split; [apply half_square_smooth; lra|]. split; [exact Hw|]. split; [reflexivity|].
    intros T. induction T as [|T IH]; unfold gradient_squares in *; [simpl; lra|].
    rewrite total_next, (proj2 Hw), (step_half_square n), Rmult_plus_distr_l, IH.
    + unfold gradient_square. ring.
    + apply (descends_length n eta (scale L) _ (fun y Hy => length_scale n L y Hy) Hw).
Qed.
