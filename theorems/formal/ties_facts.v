(** The probability of a tie among 2k tosses of a coin, and Wallis's integrals. *)

From Coq Require Import Reals Factorial Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import binomials.
Open Scope R_scope.

Definition tie (k : nat) : R := INR (binomial (2 * k) k) / 4 ^ k.

Lemma tie_positive k : 0 < tie k.
Proof.
  unfold tie. apply Rdiv_lt_0_compat; [|apply pow_lt; lra]. apply lt_0_INR.
  pose proof (binomial_factorials (2 * k) k ltac:(lia)). pose proof (lt_O_fact (2 * k)). nia.
Qed.

Lemma central_step k : ((k + 1) * binomial (2 * (k + 1)) (k + 1) = 2 * (2 * k + 1) * binomial (2 * k) k)%nat.
Proof.
  pose proof (binomial_factorials (2 * (k + 1)) (k + 1) ltac:(lia)) as A.
  pose proof (binomial_factorials (2 * k) k ltac:(lia)) as B.
  replace (2 * (k + 1) - (k + 1))%nat with (S k) in A by lia. replace (2 * k - k)%nat with k in B by lia.
  set (a := binomial (2 * (k + 1)) (k + 1)) in *. set (b := binomial (2 * k) k) in *.
  replace (2 * (k + 1))%nat with (S (S (2 * k))) in A by lia. replace (k + 1)%nat with (S k) in * by lia.
  change (fact (S (S (2 * k)))) with (S (S (2 * k)) * (S (2 * k) * fact (2 * k)))%nat in A.
  change (fact (S k)) with (S k * fact k)%nat in A. rewrite <- B in A.
  pose proof (lt_O_fact k) as P. set (f := fact k) in *.
  apply (Nat.mul_cancel_l _ _ (S k * (f * f))%nat); [nia|]. nia.
Qed.

Lemma tie_step k : tie (k + 1) = (2 * INR k + 1) / (2 * INR k + 2) * tie k.
Proof.
  pose proof (f_equal INR (central_step k)) as H. rewrite !mult_INR, !plus_INR, !mult_INR in H. simpl (INR 2) in H.
  simpl (INR 1) in H. unfold tie. pose proof (pos_INR k). rewrite pow_add.
  assert (P : 0 < 4 ^ k) by (apply pow_lt; lra).
  replace (INR (binomial (2 * (k + 1)) (k + 1)))
    with ((1 + 1) * ((1 + 1) * INR k + 1) * INR (binomial (2 * k) k) / (INR k + 1)) by (rewrite <- H; field; lra).
  field. lra.
Qed.

(** (2k + 1) tie(k)^2 decreases. *)
Lemma scaled_ties_decrease k : (2 * INR (k + 1) + 1) * tie (k + 1) ^ 2 < (2 * INR k + 1) * tie k ^ 2.
Proof.
  rewrite tie_step, plus_INR. simpl (INR 1). pose proof (pos_INR k). pose proof (tie_positive k) as P.
  assert (Q : 0 < tie k ^ 2) by (apply pow_lt; exact P).
  replace ((2 * (INR k + 1) + 1) * ((2 * INR k + 1) / (2 * INR k + 2) * tie k) ^ 2)
    with ((2 * INR k + 3) * (2 * INR k + 1) / (2 * INR k + 2) ^ 2 * ((2 * INR k + 1) * tie k ^ 2)) by (field; lra).
  rewrite <- (Rmult_1_l ((2 * INR k + 1) * tie k ^ 2)) at 2. apply Rmult_lt_compat_r; [nra|].
  apply Rmult_lt_reg_r with ((2 * INR k + 2) ^ 2); [nra|]. field_simplify; nra.
Qed.

(** The integral of sin^n over [0, pi/2]. *)
Definition wallis (n : nat) : R := RInt (fun x => sin x ^ n) 0 (PI / 2).

Lemma power_of_sine_integrable n : ex_RInt (fun x => sin x ^ n) 0 (PI / 2).
Proof.
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _.
  apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. exact I.
Qed.

Lemma wallis_zero : wallis 0 = PI / 2.
Proof.
  unfold wallis. rewrite (RInt_ext _ (fun _ => 1)) by (intros; reflexivity).
  rewrite (RInt_const (V := R_CompleteNormedModule)). unfold scal; simpl; unfold mult; simpl. ring.
Qed.

Lemma wallis_one : wallis 1 = 1.
Proof.
  unfold wallis. apply is_RInt_unique.
  replace 1 with (minus (- cos (PI / 2)) (- cos 0)) by (rewrite cos_PI2, cos_0; unfold minus, plus, opp; simpl; ring).
  apply (is_RInt_derive (V := R_CompleteNormedModule) (fun x => - cos x)).
  - intros x _. auto_derive; [exact I | ring].
  - intros x _. apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. exact I.
Qed.

Lemma wallis_step n : (INR n + 2) * wallis (S (S n)) = (INR n + 1) * wallis n.
Proof.
  assert (H : is_RInt (fun x => (INR n + 2) * sin x ^ S (S n) - (INR n + 1) * sin x ^ n) 0 (PI / 2) 0).
  { replace 0 with (minus (- cos (PI / 2) * sin (PI / 2) ^ S n) (- cos 0 * sin 0 ^ S n)) at 2.
    - apply (is_RInt_derive (V := R_CompleteNormedModule) (fun x => - cos x * sin x ^ S n)).
      + intros x _. auto_derive; [exact I|]. pose proof (sin2_cos2 x) as E. unfold Rsqr in E.
        change (match n with O => 1 | S _ => INR n + 1 end) with (INR (S n)). rewrite S_INR. cbn [pow].
        set (p := sin x ^ n). assert (C : cos x * cos x = 1 - sin x * sin x) by lra.
        transitivity (sin x * sin x * p - cos x * cos x * (INR n + 1) * p); [|rewrite C]; ring.
      + intros x _. apply (ex_derive_continuous (V := R_NormedModule)). auto_derive. exact I.
    - rewrite cos_PI2, sin_0, pow_ne_zero by discriminate. unfold minus, plus, opp; simpl. ring. }
  pose proof (fun m => RInt_correct (V := R_CompleteNormedModule) _ _ _ (power_of_sine_integrable m)) as W.
  pose proof (is_RInt_minus (V := R_NormedModule) _ _ _ _ _ _
    (is_RInt_scal (V := R_NormedModule) _ _ _ (INR n + 2) _ (W (S (S n))))
    (is_RInt_scal (V := R_NormedModule) _ _ _ (INR n + 1) _ (W n))) as H'.
  apply (is_RInt_unique (V := R_CompleteNormedModule)) in H, H'.
  pose proof (eq_trans (eq_sym H') H) as E.
  change ((INR n + 2) * wallis (S (S n)) + - ((INR n + 1) * wallis n) = 0) in E. lra.
Qed.

Lemma wallis_decreases n : wallis (S n) <= wallis n.
Proof.
  pose proof PI_RGT_0. apply RInt_le; [lra | apply power_of_sine_integrable | apply power_of_sine_integrable|].
  intros x Hx. pose proof (sin_ge_0 x ltac:(lra) ltac:(lra)). pose proof (SIN_bound x).
  pose proof (pow_le (sin x) n ltac:(lra)). cbn [pow]. nra.
Qed.

Lemma wallis_even k : wallis (2 * k) = PI / 2 * tie k.
Proof.
  induction k as [|k IH]; [change (2 * 0)%nat with 0%nat; rewrite wallis_zero; unfold tie; simpl; field|].
  replace (2 * S k)%nat with (S (S (2 * k))) by lia. pose proof (wallis_step (2 * k)) as H. rewrite IH, mult_INR in H.
  pose proof (tie_step k) as T. rewrite Nat.add_1_r in T. rewrite T. simpl (INR 2) in H. pose proof (pos_INR k).
  apply Rmult_eq_reg_l with ((1 + 1) * INR k + 2); [|lra]. rewrite H. field. lra.
Qed.

Lemma wallis_odd k : wallis (S (2 * k)) * ((2 * INR k + 1) * tie k) = 1.
Proof.
  induction k as [|k IH]; [change (2 * 0)%nat with 0%nat; rewrite wallis_one; unfold tie; simpl; field|].
  replace (S (2 * S k)) with (S (S (S (2 * k)))) by lia. pose proof (wallis_step (S (2 * k))) as H.
  rewrite S_INR, mult_INR in H. pose proof (tie_step k) as T. rewrite Nat.add_1_r in T. rewrite T, S_INR.
  simpl (INR 2) in H. pose proof (pos_INR k). set (a := wallis (S (S (S (2 * k))))) in *.
  set (b := wallis (S (2 * k))) in *.
  assert (E : a = (2 * INR k + 2) / (2 * INR k + 3) * b).
  { apply Rmult_eq_reg_l with ((1 + 1) * INR k + 1 + 2); [|lra]. rewrite H. field. lra. }
  rewrite E. transitivity (b * ((2 * INR k + 1) * tie k)); [field; lra | exact IH].
Qed.

(** (2k + 1) tie(k)^2 stays above 2/pi. *)
Lemma scaled_ties_above k : 2 / PI < (2 * INR k + 1) * tie k ^ 2.
Proof.
  apply Rle_lt_trans with ((2 * INR (k + 1) + 1) * tie (k + 1) ^ 2); [|apply scaled_ties_decrease].
  generalize (k + 1)%nat as j. intros j. pose proof PI_RGT_0 as P. pose proof (tie_positive j). pose proof (pos_INR j).
  pose proof (wallis_decreases (2 * j)) as H1. pose proof (wallis_odd j) as H2. rewrite wallis_even in H1.
  apply Rmult_le_reg_r with PI; [exact P|]. replace (2 / PI * PI) with 2 by (field; lra).
  assert (0 <= (2 * INR j + 1) * tie j) by nra.
  pose proof (Rmult_le_compat_r _ _ _ H3 H1) as H4. rewrite H2 in H4. nra.
Qed.
