(** The error function, as an integral. *)

From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Export enclosure.
Open Scope R_scope.

Definition erf (x : R) : R := 2 / sqrt PI * RInt (fun t => exp (- (t * t))) 0 x.

Lemma erf_integrable (x y : R) : ex_RInt (fun t => exp (- (t * t))) x y.
Proof.
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros t _.
  apply (ex_derive_continuous (fun t => exp (- (t * t)))). auto_derive. exact I.
Qed.

Lemma erf_increasing (x y : R) : x <= y -> erf x <= erf y.
Proof.
  intros H. unfold erf. apply Rmult_le_compat_l.
  - apply Rlt_le, Rdiv_lt_0_compat; [lra | apply sqrt_lt_R0, PI_RGT_0].
  - rewrite <- (RInt_Chasles (V := R_CompleteNormedModule) _ 0 x y); try apply erf_integrable.
    assert (0 <= RInt (fun t => exp (- (t * t))) x y).
    { apply RInt_ge_0; [assumption | apply erf_integrable | intros; apply Rlt_le, exp_pos]. }
    unfold plus. simpl. lra.
Qed.

Lemma at_or_above (x c : R) : x <= c \/ c <= x.
Proof. lra. Qed.
