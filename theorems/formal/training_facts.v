(** Infima, and the values of two-layer networks on the cells of their guesses. *)

From Coq Require Import Reals List Lra Lia.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts training boolean lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Infima *)

Lemma infimum_below {A : Type} (class : A -> Prop) (objective : A -> R) f :
  class f -> Rbar_le (infimum class objective) (objective f).
Proof. intros H. apply (proj1 (Glb_Rbar_correct _)). now exists f. Qed.

Lemma infimum_above {A : Type} (class : A -> Prop) (objective : A -> R) (b : Rbar) :
  (forall f, class f -> Rbar_le b (objective f)) -> Rbar_le b (infimum class objective).
Proof. intros H. apply (proj2 (Glb_Rbar_correct _)). intros r (f & Hf & ->). now apply H. Qed.

Lemma infimum_le {A B : Type} (class : A -> Prop) (class' : B -> Prop) (objective : A -> R) (objective' : B -> R) :
  (forall f, class f -> exists f', class' f' /\ objective' f' <= objective f) ->
  Rbar_le (infimum class' objective') (infimum class objective).
Proof.
  intros H. apply infimum_above. intros f Hf. destruct (H f Hf) as (f' & Hf' & L).
  apply Rbar_le_trans with (objective' f'); [now apply (infimum_below class' objective')|exact L].
Qed.

(** ** Networks *)

Lemma sum_dot (v : nat -> R) (u : nat -> R) w : sum (fun i => v i * u i) w = dot (map v (seq 0 w)) (map u (seq 0 w)).
Proof.
  induction w as [|w IH]; [reflexivity|]. rewrite seq_S, !map_app, dot_app by now rewrite !map_length.
  simpl. rewrite IH. ring.
Qed.

(** A network with one hidden layer of width w is a constant and w units. *)
Lemma of_width_units n w f : of_width n w f ->
  exists beta v g, gates_read n w g /\ forall x, length x = n -> f x = beta + two_layers w v g x.
Proof.
  intros ([layers last] & [[fit one] values] & W). unfold widths in W. simpl in *.
  destruct layers as [|A [|B layers]]; simpl in W; try discriminate. injection W as W.
  destruct last as [|[c b] [|]]; try discriminate. simpl in fit. destruct fit as (read & _ & last).
  apply Forall_inv in last. simpl in last.
  exists b, (fun i => nth i c 0), (fun i => nth i A (Gate [] 0)). split.
  - intros i L. apply (proj1 (Forall_forall _ _) read), nth_In. lia.
  - intros x Lx. specialize (values x Lx). rewrite evaluate_one_layer in values. injection values as <-.
    rewrite Rplus_comm. f_equal. unfold two_layers. subst w.
    rewrite (sum_dot (fun i => nth i c 0) (fun i => relu (gate_value (nth i A (Gate [] 0)) x))). f_equal.
    + rewrite <- last. symmetry. apply entries.
    + rewrite <- (map_map (fun i => nth i A (Gate [] 0)) (fun g => relu (gate_value g x))). f_equal.
      symmetry. apply entries.
Qed.

Lemma units_of_width n w beta v g : (1 <= w)%nat -> gates_read n w g ->
  of_width n w (fun x => beta + two_layers w v g x).
Proof.
  intros W read. exists (Network [map g (seq 0 w)] [Gate (map v (seq 0 w)) beta]). split.
  - split.
    + apply from_to_one_layer.
      * intros E. apply (f_equal (@length gate)) in E. rewrite map_length, seq_length in E. simpl in E. lia.
      * apply Forall_map, Forall_forall. intros i I. apply in_seq in I. apply read. lia.
      * now rewrite !map_length.
    + intros x _. rewrite evaluate_one_layer. f_equal. rewrite map_map, Rplus_comm. f_equal.
      unfold two_layers. now rewrite (sum_dot v (fun i => relu (gate_value (g i) x))).
  - unfold widths. simpl. now rewrite map_length, seq_length.
Qed.

(** ** Cells *)

(** On the cell of some partitions the network is the sum of its active units. *)
Lemma in_cell_value w D x s P g j : in_cell w D x P g -> (j < D)%nat ->
  two_layers w s g (x j) = active_sum w s P g (x j) j.
Proof.
  intros cell J. apply sum_ext. intros i I. specialize (cell i j I J). destruct (P i j).
  - now rewrite relu_nonneg.
  - rewrite relu_nonpos by exact cell. ring.
Qed.

Lemma in_cell_loss l w D x y s P g : in_cell w D x P g ->
  loss_of_sums l w D x y s P g = loss l D x y (two_layers w s g).
Proof. intros cell. apply sum_ext. intros j J. now rewrite (in_cell_value w D x s P g j cell J). Qed.

(** The points at which a gate has a positive input. *)
Definition activated (x : nat -> point) (g : nat -> gate) (i j : nat) : bool :=
  if Rlt_dec 0 (gate_value (g i) (x j)) then true else false.

Lemma activated_partition n w D x g i : gates_read n w g -> (i < w)%nat -> is_partition n D x (activated x g i).
Proof.
  intros read I. exists (weights (g i)), (bias (g i)). split; [now apply read|]. intros j _. unfold activated.
  change (dot (weights (g i)) (x j) + bias (g i)) with (gate_value (g i) (x j)).
  destruct (Rlt_dec 0 (gate_value (g i) (x j))) as [H|H]; split; intros K; try discriminate; auto; lra.
Qed.

Lemma activated_cell w D x g : in_cell w D x (activated x g) g.
Proof. intros i j _ _. unfold activated. destruct (Rlt_dec 0 (gate_value (g i) (x j))); lra. Qed.

(** ** Output weights in the gates *)

Definition scaled (c : R) (g : gate) : gate := Gate (scale c (weights g)) (c * bias g).

Lemma gate_value_scaled c g x : gate_value (scaled c g) x = c * gate_value g x.
Proof. unfold gate_value. simpl. rewrite dot_scale_l. ring. Qed.

Lemma absorbed w v g x (sgn : R -> R) : (forall t, t > 0 -> sgn t = 1) -> (forall t, t < 0 -> sgn t = -1) ->
  two_layers w v g x = two_layers w (fun i => sgn (v i)) (fun i => scaled (Rabs (v i)) (g i)) x.
Proof.
  intros pos neg. apply sum_ext. intros i _. rewrite gate_value_scaled, relu_scale by apply Rabs_pos.
  destruct (Rtotal_order (v i) 0) as [H|[H|H]].
  - rewrite neg, Rabs_left by exact H. ring.
  - rewrite H, Rabs_R0. ring.
  - rewrite pos, Rabs_pos_eq by lra. ring.
Qed.

Lemma signed_form n w v g : gates_read n w g ->
  exists s h, are_signs w s /\ gates_read n w h /\ forall x, two_layers w v g x = two_layers w s h x.
Proof.
  intros read. exists (fun i => fires (v i)), (fun i => scaled (Rabs (v i)) (g i)). split; [|split].
  - intros i _. unfold fires. destruct (Rle_dec 0 (v i)); auto.
  - intros i I. simpl. rewrite (length_scale n); auto.
  - intros x. apply absorbed; intros t H; unfold fires; destruct (Rle_dec 0 t); lra.
Qed.

(** Every network has the outputs of a guess with feasible gates. *)
Lemma as_guess n w D x v g : gates_read n w g ->
  exists s P h, feasible n w D x s P h /\ forall z, two_layers w v g z = two_layers w s h z.
Proof.
  intros read. destruct (signed_form n w v g read) as (s & h & S & R & E).
  exists s, (activated x h), h. split; [|exact E]. repeat split; auto.
  - intros i I. now apply (activated_partition n w).
  - apply activated_cell.
Qed.

(** ** Means of gates *)

Lemma gates_read_mixed n w t g u h : gates_read n w g -> gates_read n w h -> gates_read n w (mixed t g u h).
Proof. intros G H i I. simpl. apply length_add; apply length_scale; auto. Qed.

Lemma gate_value_mixed n w t g u h i x : gates_read n w g -> gates_read n w h -> (i < w)%nat ->
  gate_value (mixed t g u h i) x = t * gate_value (g i) x + u * gate_value (h i) x.
Proof.
  intros G H I. unfold gate_value. simpl. rewrite dot_add_l, !dot_scale_l; [ring|].
  rewrite !(length_scale n); auto.
Qed.

Lemma active_sum_mixed n w s P t g u h z j : gates_read n w g -> gates_read n w h ->
  active_sum w s P (mixed t g u h) z j = t * active_sum w s P g z j + u * active_sum w s P h z j.
Proof.
  intros G H. unfold active_sum. rewrite <- sum_linear. apply sum_ext. intros i I.
  rewrite (gate_value_mixed n w) by auto. destruct (P i j); ring.
Qed.

(** ** The squared loss *)

Lemma squared_convex : convex_loss squared.
Proof.
  intros p q t y H. unfold squared.
  assert (0 <= t * (1 - t) * (p - q) ^ 2) by (apply Rmult_le_pos; [apply Rmult_le_pos|apply pow2_ge_0]; lra). nra.
Qed.
