(** Points of R^n: lists of n real numbers. *)

From Coq Require Import Reals List.
Import ListNotations.
Open Scope R_scope.

Definition point := list R.

(** The inner product <x, y>, of points of the same length. *)
Fixpoint dot (x y : point) : R :=
  match x, y with
  | x1 :: x', y1 :: y' => x1 * y1 + dot x' y'
  | _, _ => 0
  end.

(** x + y, of points of the same length. *)
Fixpoint add (x y : point) : point :=
  match x, y with
  | x1 :: x', y1 :: y' => x1 + y1 :: add x' y'
  | _, _ => []
  end.

Definition scale (c : R) (x : point) : point := map (Rmult c) x.

Definition sub (x y : point) : point := add x (scale (-1) y).

Definition norm (x : point) : R := sqrt (dot x x).

Definition origin (n : nat) : point := repeat 0 n.

(** The sum and the product of some real numbers. *)
Definition total (xs : list R) : R := fold_right Rplus 0 xs.
Definition product (xs : list R) : R := fold_right Rmult 1 xs.

(** f 0 + ... + f (m - 1). *)
Fixpoint sum (f : nat -> R) (m : nat) : R :=
  match m with
  | O => 0
  | S m' => sum f m' + f m'
  end.
