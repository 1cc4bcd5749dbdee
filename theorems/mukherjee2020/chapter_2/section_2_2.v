(** Section 2.2 of Mukherjee 2020: the depth for the maximum of n + 1 numbers. *)

From Coq Require Import Reals List Arith Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_1 theorem_2_2_1.
Import ListNotations.
Open Scope R_scope.

Lemma identity_affine n x : length x = n -> affine (linear (identity n)) x = x.
Proof. intros long. rewrite affine_linear. now apply dot_identity. Qed.

(** Depth at most log2(n + 1), rounded up, does not do for the maximum of n + 1 numbers: for two it would be depth 1. *)
Theorem section_2_2_max_depth_printed_refuted :
  ~ (forall n : nat, (1 <= n)%nat ->
      exists N, computes_number N (n + 1) largest /\ (depth N <= Nat.log2_up (n + 1))%nat).
Proof.
  intros claimed. destruct (claimed 1%nat (le_n 1)) as (N & [[fit one] values] & shallow).
  change (Nat.log2_up (1 + 1)) with 1%nat in shallow. unfold depth in shallow. destruct N as [layers out]. simpl in *.
  destruct layers; [|simpl in shallow; lia]. simpl in *.
  destruct out as [|[w b] [|]]; try discriminate. inversion_clear fit as [|? ? two _]. simpl in two.
  destruct w as [|p [|q [|]]]; try discriminate. unfold evaluate, affine, gate_value in values. simpl in values.
  pose proof (values [0; 0] eq_refl) as at00. pose proof (values [1; 0] eq_refl) as at10.
  pose proof (values [0; 1] eq_refl) as at01. pose proof (values [1; 1] eq_refl) as at11.
  simpl in *. injection at00 as at00. injection at10 as at10. injection at01 as at01. injection at11 as at11.
  revert at00 at10 at01 at11. unfold Rmax. repeat destruct Rle_dec; lra.
Qed.

(** Depth at most 1 + log2(n + 1), rounded up, does. *)
Theorem section_2_2_max_depth_repaired : forall n : nat, (1 <= n)%nat ->
  exists N, computes_number N (n + 1) largest /\ (depth N <= Nat.log2_up (n + 1) + 1)%nat.
Proof.
  intros n some.
  destruct (maximum_network (n + 1) (Nat.log2_up (n + 1)) (linear (identity (n + 1)))) as (N & [fit values] & deep).
  - apply reads_linear, identity_rows.
  - rewrite length_linear, length_identity. split; [lia | apply Nat.log2_log2_up_spec; lia].
  - exists N. split; [|unfold depth; lia]. split; [exact fit|]. intros x long. rewrite values by exact long.
    now rewrite identity_affine.
Qed.
