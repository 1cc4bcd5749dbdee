(** Equation (2.18) of Mukherjee 2020: the output of a circuit with restricted bottom weights is a threshold of the
    outputs of ReLU circuits that share all their layers. *)

From Coq Require Import Reals List Lia.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts boolean sign_rank.
Import ListNotations.
Open Scope R_scope.

(** The circuit has the d - 2 layers lower, the layer A above them and an LTF gate on top: its output is the threshold
    of beta + sum_j alpha_j f_j(x, y), where f_j is computed by the ReLU circuit of depth d - 1 with the hidden layers
    lower and the j-th gate of A for its output gate, whose bottom layer is restricted, too. *)
Theorem equation_2_18_printed : forall (d m W : nat) (lower : list layer) (A : layer) (top : gate),
  (2 <= d)%nat -> (1 <= m)%nat -> (1 <= W)%nat -> length lower = (d - 2)%nat ->
  fits (2 * m) (lower ++ [A]) [top] -> restricted m W (hd [] (lower ++ [A])) ->
  exists f : nat -> bits -> bits -> R,
    (forall x y : bits, length x = m -> length y = m ->
      threshold top (activations (lower ++ [A]) (signs x ++ signs y)) =
        fires (bias top + sum (fun j => nth j (weights top) 0 * f j x y) (length A))) /\
    (forall j, (j < length A)%nat ->
      fits (2 * m) lower [nth j A (Gate [] 0)] /\
      restricted m W (hd [nth j A (Gate [] 0)] lower) /\
      forall x y : bits, length x = m -> length y = m ->
        f j x y = relu (gate_value (nth j A (Gate [] 0)) (activations lower (signs x ++ signs y)))).
Proof.
  intros d m W lower A top _ _ _ _ fit bottom.
  exists (fun j x y => relu (gate_value (nth j A (Gate [] 0)) (activations lower (signs x ++ signs y)))).
  assert (last : reads (last_width (2 * m) lower) A /\ length (weights top) = length A /\
    forall g, In g A -> fits (2 * m) lower [g]).
  { clear bottom. revert fit. generalize (2 * m)%nat. induction lower as [|B lower IH]; intros n fit.
    - destruct fit as (reads_n & _ & reads_top). inversion_clear reads_top as [|? ? size _].
      split; [exact reads_n | split; [exact size|]]. intros g I. constructor; [|constructor].
      unfold reads in reads_n. rewrite Forall_forall in reads_n. now apply reads_n.
    - destruct fit as (reads_n & some & fit). destruct (IH _ fit) as (inner & size & all).
      split; [exact inner | split; [exact size|]]. intros g I.
      split; [exact reads_n | split; [exact some | now apply all]]. }
  destruct last as (inner & size & all). split.
  - intros x y _ _. set (z := activations (lower ++ [A]) (signs x ++ signs y)).
    assert (value : z = map (fun g => relu (gate_value g (activations lower (signs x ++ signs y)))) A).
    { unfold z. rewrite activations_app. apply map_map. }
    change (threshold top z) with (fires (gate_value top z)). f_equal. unfold gate_value at 1.
    rewrite (dot_nth (weights top) z) by (rewrite value, map_length; exact size).
    rewrite size, Rplus_comm. f_equal. apply sum_ext. intros j inside. f_equal.
    rewrite value. set (out := fun g => relu (gate_value g (activations lower (signs x ++ signs y)))).
    rewrite (nth_indep _ 0 (out (Gate [] 0))) by (rewrite map_length; lia). apply (map_nth out).
  - intros j inside. split; [apply all, nth_In, inside | split; [|reflexivity]].
    destruct lower as [|B lower]; [|exact bottom]. cbn [hd app] in *.
    destruct bottom as (rows & columns & ordered & ordered' & gates). exists rows, columns.
    split; [exact ordered | split; [exact ordered'|]]. constructor; [|constructor].
    rewrite Forall_forall in gates. now apply gates, nth_In.
Qed.
