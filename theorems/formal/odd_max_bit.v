(** ODD-MAX-BIT and the Chattopadhyay-Mande function ((2.9) of Mukherjee 2020), of bits -1 and 1. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors boolean.
Import ListNotations.
Open Scope R_scope.

(** ODD-MAX-BIT of o_1, ..., o_n: -1 if the sum of the (-1)^(i + 1) 2^i (1 + o_i) is at least 1/2, else 1. *)
Definition odd_max_bit (o : bits) : R :=
  if Rle_dec (1 / 2) (total (map (fun i => (-1) ^ (i + 1) * 2 ^ i * (1 + sign (nth (i - 1) o false)))
    (seq 1 (length o)))) then -1 else 1.

(** The i-th block of l bits, i = 1, 2, ... *)
Definition block (l i : nat) (x : bits) : bits := firstn l (skipn ((i - 1) * l) x).

(** The OR of the XORs of the bits of x and y at the same places. *)
Definition differ (x y : bits) : bool := existsb (fun p => xorb (fst p) (snd p)) (combine x y).

(** ODD-MAX-BIT of n ORs of l XORs of pairs of bits: the bit of a block of l bits is -1, which stands for true, if x and
    y differ there, and else 1. *)
Definition chattopadhyay_mande (n l : nat) (x y : bits) : R :=
  odd_max_bit (map (fun i => negb (differ (block l i x) (block l i y))) (seq 1 n)).
