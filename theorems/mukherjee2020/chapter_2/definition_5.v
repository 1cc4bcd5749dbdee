(** Definition 5 of Mukherjee 2020: a sawtooth of p nodes has p + 2 pieces. That there is a sawtooth for every point of
    the simplex, and only one, is in sawtooth_facts. *)

From Coq Require Import Reals Lia.
From Marginalia.formal Require Import piecewise sawtooth sawtooth_facts.
Open Scope R_scope.

(** A sawtooth is piecewise linear with p + 2 pieces, and it is 0 on the left of 0. *)
Theorem definition_5_printed :
  forall (M : R) (p : nat) (a : nat -> R) (h : R -> R),
    0 < M -> (1 <= p)%nat -> in_simplex M p a -> is_sawtooth M p a h ->
    has_pieces h (p + 2) /\ forall x, x <= 0 -> h x = 0.
Proof.
  intros M p a h positive some simplex saw. split; [|apply saw].
  replace (p + 2)%nat with (S p + 1 + 0)%nat by lia. apply (zigzag_pieces M (S p) a).
  - exact positive.
  - lia.
  - now apply sawtooth_zigzag.
  - apply saw.
  - left. split; [reflexivity | now apply sawtooth_goes_on].
Qed.
