(** Equation (2.5), the constraints of a guess: where they hold, and they describe a convex set of weights, the network
    is linear in its weights at every data point, and convex losses of it are convex. *)

From Coq Require Import Reals Lra.
From Marginalia.formal Require Import networks training training_facts vectors_facts.
Open Scope R_scope.

(** For partitions P of the data, and gates that satisfy (2.5): at each data point the network is the sum over its
    active units, which is linear in the gates; and the means of two solutions of (2.5) are solutions. *)
Theorem equation_2_5_printed :
  forall n w D s P x, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x ->
    (forall g, gates_read n w g -> in_cell w D x P g ->
      forall j, (j < D)%nat -> two_layers w s g (x j) = active_sum w s P g (x j) j) /\
    (forall g h t u j, gates_read n w g -> gates_read n w h -> (j < D)%nat ->
      active_sum w s P (mixed t g u h) (x j) j =
        t * active_sum w s P g (x j) j + u * active_sum w s P h (x j) j) /\
    (forall g h t, gates_read n w g -> gates_read n w h -> 0 <= t <= 1 ->
      in_cell w D x P g -> in_cell w D x P h ->
      gates_read n w (mixed t g (1 - t) h) /\ in_cell w D x P (mixed t g (1 - t) h)).
Proof.
  intros n w D s P x _ _ _ _. split; [|split].
  - intros g _ cell j J. exact (in_cell_value w D x s P g j cell J).
  - intros g h t u j G H _. now apply (active_sum_mixed n).
  - intros g h t G H T cell cell'. split; [now apply gates_read_mixed|]. intros i j I J.
    rewrite (gate_value_mixed n w) by auto.
    specialize (cell i j I J). specialize (cell' i j I J). destruct (P i j); nra.
Qed.

(** For a loss that is convex in its first argument, the printed objective and the loss of the network on the cell of
    a guess are convex in the gates. *)
Theorem equation_2_5_convex_printed :
  forall n w D s P x y l, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x -> convex_loss l ->
    forall g h t, gates_read n w g -> gates_read n w h -> 0 <= t <= 1 ->
      sum_of_losses l w D x y s P (mixed t g (1 - t) h) <=
        t * sum_of_losses l w D x y s P g + (1 - t) * sum_of_losses l w D x y s P h /\
      loss_of_sums l w D x y s P (mixed t g (1 - t) h) <=
        t * loss_of_sums l w D x y s P g + (1 - t) * loss_of_sums l w D x y s P h.
Proof.
  intros n w D s P x y l _ _ _ _ convex g h t G H T. unfold sum_of_losses, loss_of_sums.
  split; rewrite <- sum_linear; apply sum_le; intros j J.
  - rewrite <- sum_linear. apply sum_le. intros i I. destruct (P i j); [|lra].
    rewrite (gate_value_mixed n w) by auto.
    replace (s i * (t * gate_value (g i) (x j) + (1 - t) * gate_value (h i) (x j)))
      with (t * (s i * gate_value (g i) (x j)) + (1 - t) * (s i * gate_value (h i) (x j))) by ring.
    now apply convex.
  - rewrite (active_sum_mixed n) by auto. now apply convex.
Qed.
