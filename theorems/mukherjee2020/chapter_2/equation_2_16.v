(** Equation (2.16) of Mukherjee 2020: a function that is linear up to a and 0 beyond is one ReLU unit. *)

From Coq Require Import Reals Lra.
From Marginalia.formal Require Import networks networks_facts.
Open Scope R_scope.

(** For all a and t the function that is t (x - a) up to a and 0 beyond equals -sgn(t) max{-|t| (x - a), 0}, and a
    network of depth 2 with one unit computes it; sgn(0) may be anything. *)
Theorem equation_2_16_printed : forall (sgn : R -> R) (a t : R) (f : R -> R),
  (forall s, 0 < s -> sgn s = 1) -> (forall s, s < 0 -> sgn s = -1) ->
  (forall x, x <= a -> f x = t * (x - a)) -> (forall x, a < x -> f x = 0) ->
  (forall x, f x = - sgn t * Rmax (- Rabs t * (x - a)) 0) /\
  exists N, computes_on_line N f /\ depth N = 2%nat /\ size N = 1%nat.
Proof.
  intros sgn a t f positive negative left right. pose proof (Rabs_pos t) as some.
  assert (same : forall x, f x = - sgn t * Rmax (- Rabs t * (x - a)) 0).
  { intros x. destruct (Rle_lt_dec x a) as [low | high]; [rewrite left | rewrite right]; try assumption.
    - rewrite Rmax_left by nra. destruct (Rtotal_order t 0) as [N | [-> | P]].
      + rewrite negative, Rabs_left by exact N. ring.
      + rewrite Rabs_R0. ring.
      + rewrite positive, Rabs_pos_eq by lra. ring.
    - rewrite Rmax_right by nra. ring. }
  split; [exact same|]. apply (one_unit (- Rabs t) (Rabs t * a) (- sgn t)).
  intros x. rewrite same. unfold relu. rewrite Rmax_comm. do 2 f_equal. ring.
Qed.
