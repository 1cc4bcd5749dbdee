(** Equation (2.4), output weights absorbed into signs: true for all real weights, whatever sgn(0) is. *)

From Coq Require Import Reals.
From Marginalia.formal Require Import vectors networks training training_facts.
Open Scope R_scope.

(** The sum of v_i max(0, a_i x + b_i) is that of sgn(v_i) max(0, |v_i| a_i x + |v_i| b_i), for every sgn with values 1
    at positive and -1 at negative numbers; and so it has the form (2.4), with signs s_i. *)
Theorem equation_2_4_printed :
  forall n w v g, (1 <= n)%nat -> (1 <= w)%nat -> gates_read n w g ->
    (forall sgn : R -> R, (forall t, t > 0 -> sgn t = 1) -> (forall t, t < 0 -> sgn t = -1) ->
      forall x, length x = n ->
        two_layers w v g x =
          two_layers w (fun i => sgn (v i))
            (fun i => Gate (scale (Rabs (v i)) (weights (g i))) (Rabs (v i) * bias (g i))) x) /\
    exists s h, are_signs w s /\ gates_read n w h /\
      forall x, length x = n -> two_layers w v g x = two_layers w s h x.
Proof.
  intros n w v g _ _ read. split.
  - intros sgn pos neg x _. exact (absorbed w v g x sgn pos neg).
  - destruct (signed_form n w v g read) as (s & h & S & read' & E). exists s, h. auto.
Qed.
