(** Sums over the ends of random walks, and in how many places two tables agree. *)

From Coq Require Import Reals List Bool Lra.
From Marginalia.formal Require Import vectors boolean chance vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** The sum of phi over the ends of all walks of N steps of 1 and -1. *)
Fixpoint walks (N : nat) (phi : R -> R) : R :=
  match N with
  | O => phi 0
  | S N' => walks N' (fun s => phi (s + 1)) + walks N' (fun s => phi (s - 1))
  end.

Lemma walks_monotone : forall N phi psi, (forall s, phi s <= psi s) -> walks N phi <= walks N psi.
Proof.
  induction N as [|N IH]; intros phi psi H; simpl; [apply H|].
  apply Rplus_le_compat; apply IH; intros s; apply H.
Qed.

Lemma walks_ext : forall N phi psi, (forall s, phi s = psi s) -> walks N phi = walks N psi.
Proof. intros N phi psi H. apply Rle_antisym; apply walks_monotone; intros s; rewrite H; lra. Qed.

Lemma walks_linear : forall N a b phi psi, walks N (fun s => a * phi s + b * psi s) = a * walks N phi + b * walks N psi.
Proof.
  induction N as [|N IH]; intros a b phi psi; simpl; [reflexivity|].
  rewrite (IH a b (fun s => phi (s + 1)) (fun s => psi (s + 1))),
    (IH a b (fun s => phi (s - 1)) (fun s => psi (s - 1))). ring.
Qed.

Lemma walks_symmetric : forall N phi, walks N (fun s => phi (- s)) = walks N phi.
Proof.
  induction N as [|N IH]; intros phi; simpl; [now rewrite Ropp_0|]. rewrite Rplus_comm. f_equal.
  - rewrite <- (IH (fun s => phi (s + 1))). apply walks_ext. intros s. f_equal. ring.
  - rewrite <- (IH (fun s => phi (s - 1))). apply walks_ext. intros s. f_equal. ring.
Qed.

(** One step multiplies phi by a. *)
Lemma walks_power : forall N a phi, (forall s, phi (s + 1) + phi (s - 1) = a * phi s) -> walks N phi = a ^ N * phi 0.
Proof.
  induction N as [|N IH]; intros a phi H; simpl; [ring|].
  rewrite <- (Rmult_1_l (walks N (fun s => phi (s + 1)))), <- (Rmult_1_l (walks N (fun s => phi (s - 1)))).
  rewrite <- walks_linear, (walks_ext N _ (fun s => a * phi s + 0 * phi s)) by (intros s; rewrite <- (H s); ring).
  rewrite walks_linear, (IH a phi H). ring.
Qed.

(** In how many places u and v agree. *)
Fixpoint agreements (u v : bits) : nat :=
  match u, v with
  | b :: u', c :: v' => ((if eqb b c then 1 else 0) + agreements u' v')%nat
  | _, _ => 0%nat
  end.

Lemma times_agreements : forall {A : Type} (xs : list A) f g,
  times xs (fun x => eqb (f x) (g x)) = agreements (map f xs) (map g xs).
Proof.
  intros A xs f g. unfold times. induction xs as [|x xs IH]; simpl; [reflexivity|].
  destruct (eqb (f x) (g x)); simpl; now rewrite IH.
Qed.

(** Twice the agreements minus the points is the end of a walk. *)
Lemma walks_of_tables : forall u phi,
  total (map (fun v => phi (2 * INR (agreements u v) - INR (length u))) (cube (length u))) = walks (length u) phi.
Proof.
  unfold bits. induction u as [|b u IH]; intros phi.
  - simpl. replace (2 * 0 - 0) with 0 by ring. ring.
  - simpl length. simpl cube. rewrite map_app, !map_map, total_app. simpl walks.
    assert (half : forall c : bool,
      total (map (fun v => phi (2 * INR (agreements (b :: u) (c :: v)) - INR (S (length u)))) (cube (length u)))
        = walks (length u) (fun s => phi (s + if eqb b c then 1 else -1))).
    { intros c. rewrite <- IH. f_equal. apply map_ext. intros v. f_equal.
      change (agreements (b :: u) (c :: v)) with ((if eqb b c then 1 else 0) + agreements u v)%nat.
      rewrite S_INR, plus_INR. destruct (eqb b c); simpl; ring. }
    rewrite !half. destruct b; simpl; [rewrite Rplus_comm | ]; reflexivity.
Qed.

Lemma exponential_step : forall t s, exp (t * (s + 1)) + exp (t * (s - 1)) = 2 * cosh t * exp (t * s).
Proof.
  intros t s. unfold cosh. replace (t * (s + 1)) with (t * s + t) by ring.
  replace (t * (s - 1)) with (t * s + - t) by ring.
  rewrite !exp_plus. field.
Qed.
