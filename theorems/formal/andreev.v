(** Andreev's function and its restrictions (Definitions 10 and 15 of Mukherjee 2020). *)

From Coq Require Import List Arith.
From Marginalia.formal Require Import boolean chance.
Import ListNotations.

(** Inputs of n bits are a string x of floor(n/2) bits and a matrix of L = floor(log2(n/2)) rows and floor(n/(2L))
    columns; n >= 4 makes L >= 1. *)
Definition rows (n : nat) : nat := Nat.log2 (n / 2).
Definition columns (n : nat) : nat := n / (2 * rows n).

(** How many bits that is. It is at most n: bits_left_over in andreev_facts.v. *)
Definition input_bits (n : nat) : nat := n / 2 + rows n * columns n.

(** The l rows of c bits of a string. *)
Fixpoint chunks (c l : nat) (x : bits) : list bits :=
  match l with
  | O => []
  | S l' => firstn c x :: chunks c l' (skipn c x)
  end.

(** The parities of the rows of a represent the number, from 0, of the bit of x that is the value. *)
Definition andreev (x : bits) (a : list bits) : bool := nth (binary (map parity a)) x false.

(** A row of a restricted matrix: entries are fixed to a bit or free (None). *)
Definition restricted_row := list (option bool).

(** Exactly one entry is free. *)
Definition one_free (row : restricted_row) : Prop :=
  exists before after : bits, row = map Some before ++ None :: map Some after.

(** The row with b at its free entry, and the matrix with y_i at the free entry of row i. *)
Definition filled_row (row : restricted_row) (b : bool) : bits :=
  map (fun entry => match entry with Some v => v | None => b end) row.
Fixpoint filled (a : list restricted_row) (y : bits) : list bits :=
  match a, y with
  | row :: a', b :: y' => filled_row row b :: filled a' y'
  | _, _ => []
  end.

(** The string y, flipped in those rows whose fixed entries have an odd sum. *)
Fixpoint flipped (a : list restricted_row) (y : bits) : bits :=
  match a, y with
  | row :: a', b :: y' => xorb b (parity (filled_row row false)) :: flipped a' y'
  | _, _ => []
  end.

(** A restriction fixes all input bits but one of each row of the matrix. *)
Definition is_restriction (n : nat) (x : bits) (a : list restricted_row) : Prop :=
  length x = n / 2 /\ length a = rows n /\ Forall (fun row => length row = columns n /\ one_free row) a.

(** What the restriction leaves of Andreev's function: a function of the L free bits. *)
Definition restricted_andreev (x : bits) (a : list restricted_row) (y : bits) : bool := andreev x (filled a y).

(** All rows of c entries of which exactly one is free; all lists of l elements of some list; all restrictions. *)
Fixpoint restricted_rows (c : nat) : list restricted_row :=
  match c with
  | O => []
  | S c' => map (fun fixed => None :: map Some fixed) (cube c')
      ++ map (cons (Some false)) (restricted_rows c') ++ map (cons (Some true)) (restricted_rows c')
  end.
Fixpoint lists_of {A : Type} (l : nat) (xs : list A) : list (list A) :=
  match l with
  | O => [[]]
  | S l' => flat_map (fun x => map (cons x) (lists_of l' xs)) xs
  end.
Definition restrictions (n : nat) : list (bits * list restricted_row) :=
  flat_map (fun a => map (fun x => (x, a)) (cube (n / 2))) (lists_of (rows n) (restricted_rows (columns n))).
