(** Equation (1.4) of Mukherjee 2020, risk minimisation: for a uniform distribution on finitely many points it is
    minimisation of the empirical risk. *)

From Coq Require Import Reals List Lra.
From Marginalia.formal Require Import vectors networks distributions distributions_facts sums sums_facts.
Import ListNotations.
Open Scope R_scope.

(** D is uniform: it gives the same probability to all points. *)
Definition is_uniform {Z : Type} (points : list Z) (D : Z -> R) : Prop :=
  is_distribution points D /\ forall y z, In y points -> In z points -> D y = D z.

(** The average of the losses at the points. *)
Definition empirical_risk {Z : Type} (points : list Z) (loss : Z -> R) : R :=
  total (map loss points) / INR (length points).

(** N is a network of the class, and none of the class has a smaller value. *)
Definition minimises (class : network -> Prop) (value : network -> R) (N : network) : Prop :=
  class N /\ forall O, class O -> value N <= value O.

(** Uniform are m equal probabilities 1 / m. *)
Lemma equal_shares {Z : Type} (points : list Z) D : points <> [] -> is_uniform points D ->
  forall z, In z points -> D z = / INR (length points).
Proof.
  intros some [[_ whole] alike] z inside. fold (sum_over points D) in whole.
  rewrite (sum_over_ext points D (fun _ => D z)) in whole by (intros; now apply alike).
  rewrite sum_over_constant in whole. assert (INR (length points) <> 0) by (intros E; rewrite E in whole; lra).
  apply (Rmult_eq_reg_l (INR (length points))); [|assumption]. now rewrite Rinv_r.
Qed.

Lemma equal_shares_uniform {Z : Type} (points : list Z) : points <> [] ->
  is_uniform points (fun _ => / INR (length points)).
Proof. intros some. split; [apply (uniform_distribution points some) | reflexivity]. Qed.

(** For nonnegative losses and a uniform distribution D on finitely many points, one at least: the risk, which is the
    expected loss, of every network is its empirical risk, so that a network has the least risk in its class if and only
    if it has the least empirical risk. *)
Theorem equation_1_4_printed :
  forall (Z : Type) (points : list Z) (D : Z -> R) (class : network -> Prop) (loss : network -> Z -> R),
    points <> [] -> is_uniform points D -> (forall N z, class N -> In z points -> 0 <= loss N z) ->
    (forall N, mean points D (loss N) = empirical_risk points (loss N)) /\
    (forall N,
      minimises class (fun O => mean points D (loss O)) N <->
      minimises class (fun O => empirical_risk points (loss O)) N).
Proof.
  intros Z points D class loss some uniform _.
  assert (same : forall N, mean points D (loss N) = empirical_risk points (loss N)).
  { intros N. pose proof (equal_shares points D some uniform) as shares. unfold empirical_risk, Rdiv.
    rewrite Rmult_comm. fold (sum_over points (loss N)). rewrite <- sum_over_scaled. apply (sum_over_ext points).
    intros z inside. now rewrite shares. }
  split; [exact same|]. intros N. unfold minimises. split; intros [within least]; (split; [exact within|]); intros O H.
  - rewrite <- !same. now apply least.
  - rewrite !same. now apply least.
Qed.
