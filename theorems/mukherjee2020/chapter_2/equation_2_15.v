(** Equation (2.15) of Mukherjee 2020: a function that is 0 up to a and linear beyond is one ReLU unit. *)

From Coq Require Import Reals List Lra.
From Marginalia.formal Require Import networks networks_facts.
Import ListNotations.
Open Scope R_scope.

(** For all a and r the function that is 0 up to a and r (x - a) beyond equals sgn(r) max{|r| (x - a), 0}, and a network
    of depth 2 with one unit computes it; sgn(0) may be anything. *)
Theorem equation_2_15_printed : forall (sgn : R -> R) (a r : R) (f : R -> R),
  (forall t, 0 < t -> sgn t = 1) -> (forall t, t < 0 -> sgn t = -1) ->
  (forall x, x <= a -> f x = 0) -> (forall x, a < x -> f x = r * (x - a)) ->
  (forall x, f x = sgn r * Rmax (Rabs r * (x - a)) 0) /\
  exists N, computes_on_line N f /\ depth N = 2%nat /\ size N = 1%nat.
Proof.
  intros sgn a r f positive negative left right.
  assert (same : forall x, f x = sgn r * Rmax (Rabs r * (x - a)) 0).
  { intros x. destruct (Rle_lt_dec x a) as [low | high]; [rewrite left | rewrite right]; try assumption.
    - rewrite Rmax_right; [ring|]. pose proof (Rabs_pos r). nra.
    - pose proof (Rabs_pos r). rewrite Rmax_left by nra.
      destruct (Rtotal_order r 0) as [N | [-> | P]].
      + rewrite negative, Rabs_left by exact N. ring.
      + rewrite Rabs_R0. ring.
      + rewrite positive, Rabs_pos_eq by lra. ring. }
  split; [exact same|]. apply (one_unit (Rabs r) (- Rabs r * a) (sgn r)).
  intros x. rewrite same. unfold relu. rewrite Rmax_comm. do 2 f_equal. ring.
Qed.
