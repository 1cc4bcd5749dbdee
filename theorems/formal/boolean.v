(** Points of the cube, Boolean functions, threshold gates and circuits on the cube. *)

From Coq Require Import Reals List Bool.
From Marginalia.formal Require Import vectors networks.
Import ListNotations.
Open Scope R_scope.

(** A string of bits, and the point of {-1, 1}^n or of {0, 1}^n that it is: true is 1. *)
Definition bits := list bool.
Definition sign (b : bool) : R := if b then 1 else -1.
Definition signs (x : bits) : point := map sign x.
Definition zero_one (b : bool) : R := if b then 1 else 0.
Definition zeros_ones (x : bits) : point := map zero_one x.

(** All strings of n bits. *)
Fixpoint cube (n : nat) : list bits :=
  match n with
  | O => [[]]
  | S n' => map (cons false) (cube n') ++ map (cons true) (cube n')
  end.

(** A linear threshold gate fires at zero: its value is 1 where its affine function is at least 0, and else -1. *)
Definition fires (t : R) : R := if Rle_dec 0 t then 1 else -1.
Definition threshold (g : gate) (x : point) : R := fires (gate_value g x).

(** A Sum-of-LTF circuit: a constant and a weighted sum of threshold gates; with c = 0, without the constant. *)
Definition sum_of_thresholds (c : R) (weights : list R) (gates : list gate) (x : point) : R :=
  c + dot weights (map (fun g => threshold g x) gates).

(** A Sum-of-ReLU circuit: a constant and a weighted sum of ReLU gates, a network with one hidden layer. *)
Definition sum_of_relus (c : R) (weights : list R) (gates : list gate) (x : point) : R :=
  c + dot weights (map (fun g => relu (gate_value g x)) gates).

(** Some Sum-of-ReLU circuit of m gates, with a constant, computes f on {-1, 1}^n. *)
Definition has_circuit (n m : nat) (f : bits -> R) : Prop :=
  exists (c : R) (u : list R) (gates : list gate),
    length u = m /\ length gates = m /\ reads n gates /\
    forall x, length x = n -> f x = sum_of_relus c u gates (signs x).

(** Exactly: the number of true ones among some bits, and whether it is odd. *)
Definition ones (x : bits) : nat := count_occ bool_dec x true.
Definition parity (x : bits) : bool := Nat.odd (ones x).
