(** Lemma 2.A.5 of Mukherjee 2020: affine maps as ReLU networks with one hidden layer. *)

From Coq Require Import Reals Lia.
From Marginalia.formal Require Import networks networks_facts.
Open Scope R_scope.

Lemma computes_affine n m T : reads n T -> length T = m -> computes (Network nil T) n m (affine T).
Proof. intros HT <-. split; [exact (from_to_affine n T HT)|reflexivity]. Qed.

(** The map first, and then its outputs handed on. *)
Lemma affine_wires n m T : (1 <= m)%nat -> reads n T -> length T = m ->
  exists N, computes N n m (affine T) /\ depth N = 2%nat /\ size N = (2 * m)%nat.
Proof.
  intros Hm HT HmT. exists (compose n (identity_network m) (Network nil T)). split; [|split].
  - exact (computes_compose n m m _ _ _ _ (computes_affine n m T HT HmT) (computes_identity m Hm)).
  - unfold depth. rewrite layers_compose. reflexivity.
  - rewrite size_compose, size_identity. unfold size. simpl. lia.
Qed.

(** The inputs handed on, and then the map. *)
Lemma wires_affine n m T : (1 <= n)%nat -> reads n T -> length T = m ->
  exists N, computes N n m (affine T) /\ depth N = 2%nat /\ size N = (2 * n)%nat.
Proof.
  intros Hn HT HmT. exists (compose n (Network nil T) (identity_network n)). split; [|split].
  - exact (computes_compose n n m _ _ _ _ (computes_identity n Hn) (computes_affine n m T HT HmT)).
  - unfold depth. rewrite layers_compose. reflexivity.
  - rewrite size_compose, size_identity. reflexivity.
Qed.

(** Every affine map T from R^n to R^m is computed by a network of depth 2 (one hidden layer) and size 2 m. *)
Theorem lemma_2_a_5_printed :
  forall (n m : nat) (T : layer),
    (1 <= n)%nat -> (1 <= m)%nat -> reads n T -> length T = m ->
    exists N, computes N n m (affine T) /\ depth N = 2%nat /\ size N = (2 * m)%nat.
Proof. intros n m T _. apply affine_wires. Qed.

(** Every affine map T from R^n to R^m is computed by a network of depth 2 (one hidden layer) and size 2 m, and also by
    one of depth 2 and size 2 n. *)
Theorem lemma_2_a_5_sharpened :
  forall (n m : nat) (T : layer),
    (1 <= n)%nat -> (1 <= m)%nat -> reads n T -> length T = m ->
    (exists N, computes N n m (affine T) /\ depth N = 2%nat /\ size N = (2 * m)%nat) /\
    (exists N, computes N n m (affine T) /\ depth N = 2%nat /\ size N = (2 * n)%nat).
Proof.
  intros n m T Hn Hm HT HmT. split; [apply affine_wires|apply wires_affine]; assumption.
Qed.
