(** Random block restrictions of Boolean functions, and threshold functions (Lemma 2.6.1 of Mukherjee 2020). *)

From Coq Require Import Reals List Permutation.
From Marginalia.formal Require Import networks boolean chance andreev.
Import ListNotations.
Open Scope R_scope.

(** A linear threshold function of n bits is true where an affine function of the bits, 0 or 1, is at least 0. *)
Definition is_threshold_function (n : nat) (f : bits -> bool) : Prop :=
  exists g : gate, length (weights g) = n /\
    forall x, length x = n -> (f x = true <-> 0 <= gate_value g (zeros_ones x)).

(** Disjoint parts of s positions each, which together are all positions 0, ..., n - 1. *)
Definition equal_parts (n s : nat) (parts : list (list nat)) : Prop :=
  Permutation (concat parts) (seq 0 n) /\ Forall (fun part => length part = s) parts.

(** A restriction fixes each of n bits, or leaves it free (None); all restrictions of n bits. *)
Definition restriction := list (option bool).
Definition all_restrictions (n : nat) : list restriction := lists_of n [None; Some false; Some true].

Definition is_free (rho : restriction) (i : nat) : bool :=
  match nth i rho (Some false) with None => true | Some _ => false end.

(** All restrictions that leave exactly one position of each part free; the random block restriction is uniform. *)
Definition block_restrictions (n : nat) (parts : list (list nat)) : list restriction :=
  filter (fun rho => forallb (fun part => times part (is_free rho) =? 1)%nat parts) (all_restrictions n).

(** All strings that have the fixed bits of a restriction at their positions. *)
Fixpoint completions (rho : restriction) : list bits :=
  match rho with
  | [] => [[]]
  | Some b :: rho' => map (cons b) (completions rho')
  | None :: rho' => map (cons false) (completions rho') ++ map (cons true) (completions rho')
  end.

(** f has the same value at all completions. *)
Definition forced_to_constant (f : bits -> bool) (rho : restriction) : bool :=
  forallb f (completions rho) || forallb (fun x => negb (f x)) (completions rho).
