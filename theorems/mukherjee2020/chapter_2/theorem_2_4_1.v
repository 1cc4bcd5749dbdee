(** Theorem 2.4.1, exact training by few convex programs: false as printed, since a convex loss need not have an optimum
    that any of them could find. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors networks boolean training training_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import section_2_4.
Import ListNotations.
Open Scope R_scope.

(** The signs and the sets of points of a guess. *)
Definition signs_of (guess : list (bool * list bool)) (i : nat) : R := sign (fst (nth i guess (true, []))).
Definition sets_of (guess : list (bool * list bool)) (i j : nat) : bool := nth j (snd (nth i guess (true, []))) false.

(** Some gates in the cell of the guess make, with its signs, a network of least loss. *)
Definition has_optimum_in_cell (n w : nat) (l : R -> R -> R) (D : nat) (x : nat -> point) (y : nat -> R)
  (guess : list (bool * list bool)) : Prop :=
  exists g, in_cell w D x (sets_of guess) g /\ optimal n w l D x y (signs_of guess) g.

(** It does not hold that O(2^w D^(nw) poly(D, n, w)) guesses are enough, for one of which the convex program of (2.5)
    has a solution that is a global optimum of (2.3): for the exponential loss and one data point there is none. *)
Theorem theorem_2_4_1_printed_refuted :
  ~ (exists C, (1 <= C)%nat /\ forall n w D x y l, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat ->
      points_of n D x -> convex_loss l ->
      exists guesses, (length guesses <= C * (D * n * w) ^ C * (2 ^ w * D ^ (n * w)))%nat /\
        Forall (is_guess n w D x) guesses /\
        Exists (has_optimum_in_cell n w l D x y) guesses).
Proof.
  intros (C & _ & H). assert (points : points_of 1 1 (fun _ => [0])) by (intros j _; reflexivity).
  destruct (H 1%nat 1%nat 1%nat (fun _ => [0]) (fun _ => 1) exponential (le_n 1) (le_n 1) (le_n 1) points
    exponential_convex) as (guesses & _ & _ & found).
  apply Exists_exists in found as (guess & _ & g & _ & best).
  exact (no_optimum 1 1 (fun _ => [0]) (signs_of guess) g (le_n 1) points best).
Qed.
