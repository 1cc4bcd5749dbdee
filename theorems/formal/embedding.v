(** How whole certificates are read in Coq. Both sorts of numbers are real numbers, the integers those that are
    integers ([is_int]): a certificate may put an integer wherever a real number stands, and nothing is converted.

    [forall x : int, A] is read as [forall x : R, is_int x -> A], and [exists] likewise; a function whose values are
    integers comes with the premise that they are, at arguments of its sorts. The operations below take real numbers
    where the language takes integers; at integers they are those of [evaluation.v]. *)

From Coq Require Import Reals ZArith.
From Marginalia.formal Require Import evaluation steps.
Open Scope R_scope.

Definition is_int (x : R) : Prop := exists z : Z, x = IZR z.

(** x rounded down. *)
Definition rfloor (x : R) : R := IZR (floor x).

(** x^n, for n >= 0. *)
Definition rpow (x n : R) : R := power x (floor n).

(** n choose k, for n >= 0 and every k. *)
Definition rbinomial (n k : R) : R := IZR (binomial (floor n) (floor k)).

(** f(lo) + ... + f(hi), and the product; 0 and 1 when the range is empty. *)
Definition sum_over (lo hi : R) (f : R -> R) : R := rsum (floor lo) (floor hi) (fun i => f (IZR i)).
Definition product_over (lo hi : R) (f : R -> R) : R := rprod (floor lo) (floor hi) (fun i => f (IZR i)).

(** The same of vectors: the zero of the space is f(0) - f(0). *)
Definition vector_sum {V : space} (lo hi : R) (f : R -> V) : V :=
  over add (sub (f 0) (f 0)) (fun i => f (IZR i)) (floor lo) (floor hi).
