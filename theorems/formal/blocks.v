(** Matrices that are constant on blocks (Claim 5 and Lemma 2.E.1 of Mukherjee 2020). *)

From Coq Require Import Reals.
Open Scope R_scope.

(** An N x N matrix, of which the entries with row and column below N count. *)
Definition matrix := nat -> nat -> R.

(** A contiguous partition of the positions 0, ..., N - 1 into at most D groups: the number of the group of each
    position, which never falls from one position to the next. Groups may be empty. *)
Definition contiguous (N D : nat) (group : nat -> nat) : Prop :=
  (forall x, (x < N)%nat -> (group x < D)%nat) /\ (forall x y, (x <= y < N)%nat -> (group x <= group y)%nat).

(** A is constant on the blocks that a partition of its rows and one of its columns make. *)
Definition constant_on_blocks (N : nat) (A : matrix) (rows columns : nat -> nat) : Prop :=
  forall x y u v, (x < N)%nat -> (y < N)%nat -> (u < N)%nat -> (v < N)%nat ->
    rows x = rows u -> columns y = columns v -> A x y = A u v.

(** The rows and the columns of A can be partitioned contiguously into at most D groups each, so that A is constant on
    every block. *)
Definition block_constant (N D : nat) (A : matrix) : Prop :=
  exists rows columns, contiguous N D rows /\ contiguous N D columns /\ constant_on_blocks N A rows columns.

(** A 0 + ... + A (w - 1). *)
Fixpoint matrix_sum (A : nat -> matrix) (w : nat) : matrix :=
  fun x y =>
    match w with
    | O => 0
    | S w' => matrix_sum A w' x y + A w' x y
    end.

(** order lists 0, ..., N - 1 in some order. *)
Definition is_order (N : nat) (order : nat -> nat) : Prop :=
  (forall x, (x < N)%nat -> (order x < N)%nat) /\
  (forall x y, (x < N)%nat -> (y < N)%nat -> order x = order y -> x = y).

(** A with its rows and its columns in new orders. *)
Definition reordered (A : matrix) (rows columns : nat -> nat) : matrix := fun x y => A (rows x) (columns y).
