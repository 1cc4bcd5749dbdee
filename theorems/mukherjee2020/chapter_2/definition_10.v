(** Definition 10 of Mukherjee 2020: for which n Andreev's function makes sense. *)

From Coq Require Import Reals List Lia.
From Marginalia.formal Require Import boolean chance chance_facts andreev andreev_facts.
Import ListNotations.
Open Scope R_scope.

(** L is the integer part of log2(n/2); it is at least 1; L bits give the number, from 0, of one of the floor(n/2) bits
    of x; and these and a matrix of L rows and floor(n/(2L)) columns together are at most n bits. *)
Definition makes_sense (n : nat) : Prop := exists L : nat,
  INR L <= ln (INR n / 2) / ln 2 < INR L + 1 /\ (1 <= L)%nat /\
  (forall z : bits, length z = L -> (binary z < n / 2)%nat) /\
  (n / 2 + L * (n / (2 * L)) <= n)%nat.

(** Andreev's function, as Definition 10 has it, makes sense exactly for n >= 4. *)
Theorem definition_10_sharpened : forall n : nat, (1 <= n)%nat -> (makes_sense n <-> (4 <= n)%nat).
Proof.
  intros n Hn. split.
  - intros [L [[low _] [HL _]]]. apply log2_at_least in low; [|exact Hn].
    pose proof (Nat.pow_le_mono_r 2 2 (S L) ltac:(lia) ltac:(lia)). simpl (2 ^ 2)%nat in *. lia.
  - intros H. exists (rows n). split; [now apply rows_log2|].
    assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
    assert (HL : (1 <= rows n)%nat) by (apply (Nat.log2_le_mono 2 (n / 2)); exact half). split; [exact HL|]. split.
    + intros z Hz. pose proof (binary_below z). rewrite Hz in *.
      pose proof (proj1 (Nat.log2_spec (n / 2) ltac:(lia))) as fits. fold (rows n) in fits. lia.
    + pose proof (Nat.mul_div_le n (2 * rows n) ltac:(lia)). pose proof (Nat.mul_div_le n 2 ltac:(lia)). nia.
Qed.

(** Andreev's function, as Definition 10 has it, makes sense for all n >= 4; no range is printed. *)
Theorem definition_10_printed : forall n : nat, (4 <= n)%nat -> makes_sense n.
Proof. intros n H. apply definition_10_sharpened; lia. Qed.
