(** Chances and expectations under a uniform choice from a finite list; all functions of n bits. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors boolean.
Import ListNotations.
Open Scope R_scope.

(** At how many of the outcomes an event happens, and its probability for a uniform choice among them. *)
Definition times {A : Type} (outcomes : list A) (event : A -> bool) : nat := length (filter event outcomes).
Definition chance {A : Type} (outcomes : list A) (event : A -> bool) : R :=
  INR (times outcomes event) / INR (length outcomes).

(** The expectation of X, for a uniform choice among the outcomes. *)
Definition expectation {A : Type} (outcomes : list A) (X : A -> R) : R :=
  total (map X outcomes) / INR (length outcomes).

(** r <= s, as an event. *)
Definition at_most (r s : R) : bool := if Rle_dec r s then true else false.

(** The number from 0 to 2^n - 1 that a string of n bits represents, the first bit the most significant. *)
Definition binary (x : bits) : nat := fold_left (fun m (b : bool) => 2 * m + (if b then 1 else 0))%nat x 0%nat.

(** The Boolean function that a truth table gives: its value at x is the bit whose number, from 0, x represents. *)
Definition of_table (table : bits) : bits -> bool := fun x => nth (binary x) table false.

(** All Boolean functions of n bits, each given by a truth table of 2^n bits. *)
Definition functions (n : nat) : list (bits -> bool) := map of_table (cube (2 ^ n)).
