(** Comparisons by interval arithmetic in the embedding: powers have real exponents there, and [interval] knows neither
    these nor the larger or smaller of two numbers. *)

From Coq Require Import Reals Lra.
From Marginalia.formal Require Import error_function evaluation embedding embedding_evaluation.
Open Scope R_scope.

Lemma literal_power (x : R) (z : Z) (n : nat) : Z.to_nat z = n -> rpow x (IZR z) = x ^ n.
Proof. intros <-. unfold rpow. now rewrite integer_floor. Qed.

Lemma max_by_distance (a b : R) : Rmax a b = (a + b + Rabs (a - b)) / 2.
Proof. unfold Rmax, Rabs. destruct Rle_dec, Rcase_abs; lra. Qed.

Lemma min_by_distance (a b : R) : Rmin a b = (a + b - Rabs (a - b)) / 2.
Proof. unfold Rmin, Rabs. destruct Rle_dec, Rcase_abs; lra. Qed.

(** Write the goal with operations that [interval] knows. *)
Ltac plain :=
  rewrite ?max_by_distance, ?min_by_distance;
  repeat match goal with
  | |- context [rpow ?x (IZR ?z)] => let n := eval compute in (Z.to_nat z) in rewrite (literal_power x z n eq_refl)
  end.
