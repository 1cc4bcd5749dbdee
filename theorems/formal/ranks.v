(** Rank and sign-rank of square matrices (Section 2.5.1 of Mukherjee 2020). *)

From Coq Require Import Reals.
From Marginalia.formal Require Import vectors blocks.
Open Scope R_scope.

(** The n x n matrix A is the product of an n x r and an r x n matrix: its rank is at most r. *)
Definition rank_at_most (n r : nat) (A : matrix) : Prop :=
  exists P Q : matrix, forall x y, (x < n)%nat -> (y < n)%nat ->
    A x y = sum (fun s => P x s * Q s y) r.

(** Some n x n matrix of rank at most r has the signs of the entries of F, none of which is 0. *)
Definition sign_rank_at_most (n r : nat) (F : matrix) : Prop :=
  exists B : matrix, (forall x y, (x < n)%nat -> (y < n)%nat -> 0 < B x y * F x y) /\ rank_at_most n r B.

(** c J + a 0 F 0 + ... + a (w - 1) F (w - 1), where J has all entries 1. *)
Definition combination (w : nat) (F : nat -> matrix) (a : nat -> R) (c : R) : matrix :=
  fun x y => c + sum (fun j => a j * F j x y) w.

(** 1 on the diagonal, and -1 elsewhere. *)
Definition diagonal_signs : matrix := fun x y => if x =? y then 1 else -1.
