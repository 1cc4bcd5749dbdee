(** LTF-of-ReLU circuits on bits (Section 2.6 of Mukherjee 2020). *)

From Coq Require Import Reals List Bool.
From Marginalia.formal Require Import vectors networks boolean chance.
Open Scope R_scope.

(** An LTF-of-ReLU circuit: a weighted sum of ReLU gates and, by wires, of the inputs themselves goes to an LTF gate;
    its size counts all gates. *)
Record ltf_of_relu := Circuit { wires : gate; sums : list R; gates : list gate }.
Definition value (C : ltf_of_relu) (y : bits) : bool :=
  at_most 0 (gate_value (wires C) (zeros_ones y) +
    dot (sums C) (map (fun g => relu (gate_value g (zeros_ones y))) (gates C))).
Definition on_bits (l : nat) (C : ltf_of_relu) : Prop :=
  length (weights (wires C)) = l /\ length (sums C) = length (gates C) /\ reads l (gates C).
Definition circuit_size (C : ltf_of_relu) : nat := (length (gates C) + 1)%nat.

(** Every such circuit of size at most s agrees with f on at most a fraction 1/2 + eps/3 of the strings of l bits. *)
Definition rarely_computed (l s : nat) (eps : R) (f : bits -> bool) : Prop :=
  forall C : ltf_of_relu, on_bits l C -> (circuit_size C <= s)%nat ->
    chance (cube l) (fun y => eqb (value C y) (f y)) <= 1 / 2 + eps / 3.

(** Some such circuit on n bits with w ReLU gates has the values of f. *)
Definition computed_by_circuit (n w : nat) (f : bits -> bool) : Prop :=
  exists C : ltf_of_relu, on_bits n C /\ length (gates C) = w /\ forall x, length x = n -> value C x = f x.
