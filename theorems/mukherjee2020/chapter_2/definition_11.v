(** Definition 11 of Mukherjee 2020: the vectors whose inner products do not fall along an order of the vertices of the
    cube form a cone. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors vectors_facts blocks sign_rank.
Open Scope R_scope.

(** With a and b, lambda a + mu b lies in the cone of an order, for all lambda, mu >= 0. *)
Theorem definition_11_printed :
  forall (m : nat) (order : nat -> nat) (a b : point) (lambda mu : R),
    (1 <= m)%nat -> is_order (2 ^ m) order -> length a = m -> length b = m ->
    in_cone m order a -> in_cone m order b -> 0 <= lambda -> 0 <= mu ->
    in_cone m order (add (scale lambda a) (scale mu b)).
Proof.
  intros m order a b lambda mu _ _ size_a size_b cone_a cone_b positive positive' r inside.
  assert (length (scale lambda a) = length (scale mu b)) as same by (unfold scale; rewrite !map_length; congruence).
  rewrite !dot_add_l, !dot_scale_l by exact same.
  apply Rplus_le_compat; (apply Rmult_le_compat_l; [assumption|]); [now apply cone_a | now apply cone_b].
Qed.
