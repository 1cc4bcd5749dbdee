(** Algorithm 1, training by enumeration of signs and partitions: what it returns need not be optimal as printed, since
    its objective is not the loss of the network; with that loss on the cells as its objective, it is. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors networks networks_facts training training_facts vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** Signs s, partitions P and gates g that the algorithm may return: no guess and no gates that satisfy its constraints
    make the objective smaller. *)
Definition may_return (objective : (nat -> R) -> (nat -> nat -> bool) -> (nat -> gate) -> R) (n w D : nat)
  (x : nat -> point) (s : nat -> R) (P : nat -> nat -> bool) (g : nat -> gate) : Prop :=
  feasible n w D x s P g /\
  forall s' P' g', feasible n w D x s' P' g' -> objective s P g <= objective s' P' g'.

(** The objective of line 8, where the loss has the label as its first argument. *)
Definition line_8 (l : R -> R -> R) (w D : nat) (x : nat -> point) (y : nat -> R) :
  (nat -> R) -> (nat -> nat -> bool) -> (nat -> gate) -> R := sum_of_losses (fun p q => l q p) w D x y.

(** ** A network that fits no active point wrongly, and nothing else *)

Definition places (j : nat) : point := [INR j; 0].
Definition bumps (j : nat) : R := (INR j - 1) ^ 2.

Lemma line_8_nonneg n w D s P g : feasible n w D places s P g -> 0 <= line_8 squared w D places bumps s P g.
Proof.
  intros _. unfold line_8, sum_of_losses. apply sum_nonneg. intros j _. apply sum_nonneg. intros i _.
  destruct (P i j); [apply pow2_ge_0|lra].
Qed.

(** Nothing is active: the objective is 0. *)
Lemma nothing_active : may_return (line_8 squared 1 3 places bumps) 2 1 3 places (fun _ => 1) (fun _ _ => false)
  (fun _ => Gate [0; 0] 0).
Proof.
  split.
  - split; [|split; [|split]].
    + intros i _. now left.
    + intros i _. exists [0; 0], 0. split; [reflexivity|]. intros j _. unfold places. simpl.
      split; [discriminate|intros; lra].
    + intros i _. reflexivity.
    + intros i j _ _. unfold gate_value. simpl. lra.
  - intros s P g F. eapply Rle_trans; [|exact (line_8_nonneg _ _ _ _ _ _ F)]. unfold line_8, sum_of_losses. simpl. lra.
Qed.

(** As printed, for n >= 2, where the text applies it: if the minima exist, the algorithm returns a network of least
    loss, for some way to break ties. With one unit and the data (0, 0), (1, 0), (2, 0), labelled 1, 0, 1, its objective
    is 0 only where active points are fitted exactly, and that leaves a loss of 1; the constant 2/3 leaves 2/3. *)
Theorem algorithm_1_printed_refuted :
  ~ (forall n w D x y l, (2 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x -> convex_loss l ->
      (exists s P g, may_return (line_8 l w D x y) n w D x s P g) ->
      exists s P g, may_return (line_8 l w D x y) n w D x s P g /\ optimal n w l D x y s g).
Proof.
  intros H. destruct (H 2%nat 1%nat 3%nat places bumps squared) as (s & P & g & [F least] & [read best]); auto.
  { intros j _. reflexivity. }
  { apply squared_convex. }
  { exists (fun _ => 1), (fun _ _ => false), (fun _ => Gate [0; 0] 0). exact nothing_active. }
  specialize (least _ _ _ (proj1 nothing_active)). specialize (best (fun _ => 1) (fun _ => Gate [0; 0] (2 / 3))).
  destruct F as (_ & _ & _ & cell). pose proof (cell 0%nat) as C.
  pose proof (C 0%nat ltac:(lia) ltac:(lia)) as C0. pose proof (C 1%nat ltac:(lia) ltac:(lia)) as C1.
  pose proof (C 2%nat ltac:(lia) ltac:(lia)) as C2. clear C cell H.
  specialize (best ltac:(intros i _; reflexivity)). specialize (read 0%nat ltac:(lia)).
  unfold line_8, sum_of_losses, loss, two_layers, squared, bumps in *. simpl in least, best.
  destruct (g 0%nat) as [[|a [|c [|]]] b]; try discriminate. clear read. unfold gate_value, places in *. simpl in *.
  rewrite (relu_nonneg (0 * 0 + (0 * 0 + 0) + 2 / 3)), (relu_nonneg (0 * 1 + (0 * 0 + 0) + 2 / 3)),
    (relu_nonneg (0 * (1 + 1) + (0 * 0 + 0) + 2 / 3)) in best by lra.
  set (t := s 0%nat) in *. set (u0 := a * 0 + (c * 0 + 0) + b) in *. set (u1 := a * 1 + (c * 0 + 0) + b) in *.
  set (u2 := a * (1 + 1) + (c * 0 + 0) + b) in *.
  assert (line : u0 + u2 = 2 * u1) by (unfold u0, u1, u2; ring).
  clearbody u0 u1 u2 t. clear a b c.
  pose proof (pow2_ge_0 (t * relu u0 - 1)) as q0. pose proof (pow2_ge_0 (t * relu u1)) as q1.
  pose proof (pow2_ge_0 (t * relu u2 - 1)) as q2.
  destruct (P 0%nat 0%nat); [|rewrite (relu_nonpos u0) in * by exact C0; nra].
  destruct (P 0%nat 2%nat); [|rewrite (relu_nonpos u2) in * by exact C2; nra].
  pose proof (pow2_ge_0 (t * u0 - 1)) as r0. pose proof (pow2_ge_0 (t * u1)) as r1.
  pose proof (pow2_ge_0 (t * u2 - 1)) as r2.
  assert (E0 : t * u0 = 1 /\ t * u2 = 1 /\ t * u1 = 0).
  { destruct (P 0%nat 1%nat).
    - repeat split; nra.
    - assert (u1 = 0) as -> by lra. repeat split; nra. }
  destruct E0 as (E0 & E2 & E1). nra.
Qed.

(** With the loss of the sums of the active units as its objective, whatever the algorithm may return is optimal, and it
    may return something if there is an optimal network. *)
Theorem algorithm_1_repaired :
  forall n w D x y l, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x ->
    (forall s P g, may_return (loss_of_sums l w D x y) n w D x s P g -> optimal n w l D x y s g) /\
    ((exists v g, optimal n w l D x y v g) -> exists s P g, may_return (loss_of_sums l w D x y) n w D x s P g).
Proof.
  intros n w D x y l _ _ _ _. split.
  - intros s P g [F least]. split; [apply F|]. intros v g' read.
    destruct (as_guess n w D x v g' read) as (s' & P' & h & F' & E).
    replace (loss l D x y (two_layers w v g')) with (loss_of_sums l w D x y s' P' h).
    + rewrite <- (in_cell_loss l w D x y s P g) by apply F. now apply least.
    + rewrite (in_cell_loss l w D x y s' P' h) by apply F'. apply sum_ext. intros j _. now rewrite E.
  - intros (v & g & read & best). destruct (as_guess n w D x v g read) as (s & P & h & F & E).
    exists s, P, h. split; [exact F|]. intros s' P' g' F'.
    rewrite (in_cell_loss l w D x y s P h) by apply F. rewrite (in_cell_loss l w D x y s' P' g') by apply F'.
    replace (loss l D x y (two_layers w s h)) with (loss l D x y (two_layers w v g)); [apply best, F'|].
    apply sum_ext. intros j _. now rewrite E.
Qed.

(** On the cell of a guess, the printed objective is the loss of the network, for n >= 2: it is not with two units
    max(0, 1/2), which fit the label 1 together, and leave 1/4 each alone. *)
Theorem algorithm_1_objective_printed_refuted :
  ~ (forall n w D x y l s P g, (2 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x -> convex_loss l ->
      feasible n w D x s P g -> sum_of_losses l w D x y s P g = loss l D x y (two_layers w s g)).
Proof.
  intros H. specialize (H 2%nat 2%nat 1%nat (fun _ => [0; 0]) (fun _ => 1) squared (fun _ => 1) (fun _ _ => true)
    (fun _ => Gate [0; 0] (1 / 2)) (le_n 2) ltac:(lia) (le_n 1) ltac:(easy) squared_convex).
  unfold sum_of_losses, loss, two_layers, squared, gate_value in H. simpl in H.
  rewrite relu_nonneg in H by lra. enough (K : feasible 2 2 1 (fun _ => [0; 0]) (fun _ => 1) (fun _ _ => true)
    (fun _ => Gate [0; 0] (1 / 2))) by (specialize (H K); lra).
  split; [|split; [|split]].
  - intros i _. now left.
  - intros i _. exists [0; 0], 1. split; [reflexivity|]. intros j _. simpl. split; [intros; lra|reflexivity].
  - intros i _. reflexivity.
  - intros i j _ _. unfold gate_value. simpl. lra.
Qed.

(** On the cell of a guess, the loss of the sums of the active units is the loss of the network. *)
Theorem algorithm_1_objective_repaired :
  forall n w D x y l s P g, (1 <= n)%nat -> (1 <= w)%nat -> (1 <= D)%nat -> points_of n D x -> convex_loss l ->
    feasible n w D x s P g -> loss_of_sums l w D x y s P g = loss l D x y (two_layers w s g).
Proof. intros n w D x y l s P g _ _ _ _ _ F. apply in_cell_loss, F. Qed.
