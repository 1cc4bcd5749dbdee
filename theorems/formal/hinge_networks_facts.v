(** Networks on the line whose units are hinges max(0, x - a): one hidden layer for a piecewise linear function, and one
    for each sawtooth of a composition. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks piecewise sawtooth networks_facts piecewise_facts sawtooth_facts.
From Marginalia.formal Require Import lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Piecewise linear functions *)

(** The gates max(0, s x - t j), j = 1, ..., n - 1, and their weights. *)
Definition hinge_gates (s : R) (t : nat -> R) (n : nat) : layer := map (fun j => Gate [s] (- t j)) (seq 1 (n - 1)).
Definition slope_changes (a : nat -> R) (n : nat) : list R := map (fun j => a j - a (j - 1)%nat) (seq 1 (n - 1)).

Lemma length_hinge_gates : forall s t n, length (hinge_gates s t n) = (n - 1)%nat.
Proof. intros. unfold hinge_gates. now rewrite map_length, seq_length. Qed.

Lemma length_slope_changes : forall a n, length (slope_changes a n) = (n - 1)%nat.
Proof. intros. unfold slope_changes. now rewrite map_length, seq_length. Qed.

Lemma reads_hinge_gates : forall s t n, reads 1 (hinge_gates s t n).
Proof. intros. apply Forall_map, Forall_forall. easy. Qed.

(** A function that is constant on its first piece is a constant and its hinges. *)
Lemma flat_hinges : forall f n t a b s x,
  (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) ->
  (forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i) -> (1 <= n)%nat -> a 0%nat = 0 ->
  f (s * x) = dot (slope_changes a n) (map (fun g => relu (gate_value g [x])) (hinge_gates s t n)) + b 0%nat.
Proof.
  intros f n t a b s x Ht Hf Hn H0. rewrite (sum_of_hinges f n t a b Ht Hf Hn (s * x)), H0.
  rewrite Rmult_0_l, Rplus_0_l, Rplus_comm. f_equal.
  unfold slope_changes, hinge_gates. rewrite map_map.
  induction (seq 1 (n - 1)) as [|j js IH]; [easy|].
  simpl map. simpl dot. change (total (?y :: ?ys)) with (y + total ys). rewrite IH, gate_value_on_line. reflexivity.
Qed.

(** For p >= 2 pieces, p units: a hinge at each of the p - 1 cuts, and one that looks to the left of the first cut. *)
Lemma units_for_pieces f p : (2 <= p)%nat -> has_pieces f p ->
  exists N, computes_on_line N f /\ widths N = [p].
Proof.
  intros H2 (_ & t & a & b & Ht & _ & Hf).
  set (a' := fun i => match i with O => 0 | _ => a i end).
  set (b' := fun i => match i with O => a 0%nat * t 1%nat + b 0%nat | _ => b i end).
  exists (Network [Gate [-1] (t 1%nat) :: hinge_gates 1 t p] [Gate (- a 0%nat :: slope_changes a' p) (b' 0%nat)]).
  split; [split|].
  - apply from_to_one_layer; [easy | constructor; [easy | apply reads_hinge_gates] |].
    simpl. now rewrite length_hinge_gates, length_slope_changes.
  - intros x. rewrite evaluate_one_layer. simpl map. simpl dot. rewrite gate_value_on_line.
    rewrite Rplus_assoc.
    rewrite <- (flat_hinges (fun x => f x + a 0%nat * relu (t 1%nat - x)) p t a' b' 1 x); [| easy | | lia | easy].
    + f_equal. rewrite Rmult_1_l. replace (-1 * x + t 1%nat) with (t 1%nat - x) by ring. ring.
    + intros i y Hi Hy. rewrite (Hf i y Hi Hy). destruct Hy as [Hl Hr]. destruct i as [|i]; simpl.
      * destruct Hr as [|Hr]; [lia|]. rewrite relu_nonneg by lra. ring.
      * destruct Hl as [|Hl]; [easy|]. rewrite relu_nonpos; [ring|].
        destruct i as [|i]; [lra|].
        pose proof (increasing t p Ht 1 (S (S i)) ltac:(lia) Hi). lra.
  - unfold widths. simpl. rewrite length_hinge_gates. f_equal. lia.
Qed.

(** ** Sawtooths *)

(** The network of hinges: layer j + 1 has a unit max(0, y - a_i) for each of the nodes 0, a_1, ..., a_p of sawtooth
    j + 1, where y, the value of the first j sawtooths, is a weighted sum of the units of layer j. *)
Definition incoming (M : R) (p : nat) (a : nat -> nat -> R) (j : nat) : list R :=
  match j with
  | O => [1]
  | S _ => map (hinge M (a j)) (seq 0 (S p))
  end.

Definition hinge_layer (M : R) (p : nat) (a : nat -> nat -> R) (j : nat) : layer :=
  map (fun i => Gate (incoming M p a j) (- a (S j) i)) (seq 0 (S p)).

Definition hinge_network (M : R) (p k : nat) (a : nat -> nat -> R) : network :=
  Network (map (hinge_layer M p a) (seq 0 k)) [Gate (incoming M p a k) 0].

Lemma dot_map_seq (f g : nat -> R) n :
  dot (map f (seq 0 (S n))) (map g (seq 0 (S n))) = sum_f_R0 (fun i => f i * g i) n.
Proof.
  induction n as [|n IH]; [cbn; ring|].
  rewrite seq_S, !map_app, dot_app, IH by now rewrite !map_length. cbn [sum_f_R0 map dot Nat.add]. ring.
Qed.

Lemma hinge_layers_fit M p a k j :
  fits (length (incoming M p a j)) (map (hinge_layer M p a) (seq j k)) [Gate (incoming M p a (j + k)) 0].
Proof.
  revert j. induction k as [|k IH]; intros j; cbn [seq map fits].
  - rewrite Nat.add_0_r. now repeat constructor.
  - split; [apply Forall_map, Forall_forall; reflexivity | split; [discriminate|]].
    replace (length (hinge_layer M p a j)) with (length (incoming M p a (S j)))
      by (unfold hinge_layer, incoming; now rewrite !map_length).
    replace (j + S k)%nat with (S j + k)%nat by lia. apply IH.
Qed.

Lemma hinge_layers_compute M p k a h x : sawtooths M (fun _ => p) k a h ->
  dot (incoming M p a k) (activations (map (hinge_layer M p a) (seq 0 k)) [x]) = composition h k x.
Proof.
  induction k as [|k IH]; intros given; [cbn; ring|].
  destruct (given (S k) ltac:(lia)) as [simplex saw]. specialize (IH (fun j _ => given j ltac:(lia))).
  rewrite seq_S, map_app, activations_app. cbn [map activations Nat.add composition].
  rewrite (sawtooth_hinges _ _ _ _ simplex saw). unfold hinges. rewrite <- dot_map_seq.
  set (units := activations _ [x]) in *. unfold incoming at 1. f_equal.
  unfold affine, hinge_layer. rewrite !map_map. apply map_ext. intros i.
  unfold gate_value. cbn [weights bias]. rewrite IH. reflexivity.
Qed.

Lemma hinge_network_computes M p k a h : sawtooths M (fun _ => p) k a h ->
  computes_on_line (hinge_network M p k a) (composition h k).
Proof.
  intros given. split; [split; [apply (hinge_layers_fit M p a k 0) | reflexivity]|].
  intros x. unfold evaluate, hinge_network, affine, gate_value. cbn [hidden output map weights bias].
  rewrite (hinge_layers_compute _ _ _ _ _ _ given). f_equal. ring.
Qed.

Lemma widths_hinge_network M p k a : widths (hinge_network M p k a) = repeat (S p) k.
Proof.
  unfold widths, hinge_network. cbn [hidden]. rewrite map_map. generalize 0%nat.
  induction k as [|k IH]; intros j; [reflexivity|]. cbn [seq map repeat].
  rewrite IH. f_equal. unfold hinge_layer. now rewrite map_length, seq_length.
Qed.

Lemma sawtooths_exist w k : exists (a : nat -> nat -> R) (h : nat -> R -> R),
  forall j, (1 <= j <= k)%nat -> in_simplex 1 (w - 1) (a j) /\ is_sawtooth 1 (w - 1) (a j) (h j).
Proof.
  set (p := (w - 1)%nat). set (a := fun i : nat => INR i / INR (S p)).
  assert (some : 0 < INR (S p)) by (apply lt_0_INR; lia).
  assert (simplex : in_simplex 1 p a).
  { unfold a. repeat split; [cbn; lra | field; lra|]. intros i _. rewrite (S_INR i). unfold Rdiv.
    apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat | lra]. }
  exists (fun _ => a), (fun _ => hinges 1 p a). intros j _. split; [exact simplex | now apply sawtooth_exists].
Qed.

(** There are hard functions. *)
Lemma hard_function : forall w k, exists f, hard w k f.
Proof.
  intros w k. destruct (sawtooths_exist w k) as (a & h & given). exists (composition h k), 1, a, h.
  split; [lra | split; [exact given | reflexivity]].
Qed.

(** The compositions of K sawtooths with k - 1 nodes each are computed by networks with K hidden layers of k units. *)
Lemma hard_computed k K f : (1 <= k)%nat -> hard k K f ->
  exists N, computes_on_line N f /\ depth N = (K + 1)%nat /\ size N = (k * K)%nat.
Proof.
  intros some (M & a & h & _ & given & same). exists (hinge_network M (k - 1) K a). split; [|split].
  - apply (computes_same _ (composition h K)); [easy|]. now apply hinge_network_computes.
  - rewrite depth_widths, widths_hinge_network, repeat_length. lia.
  - unfold size. rewrite widths_hinge_network, list_sum_repeat. f_equal. lia.
Qed.

Lemma composition_width w h k : (1 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> exists N, computes_on_line N (h j) /\ widths N = [w]) ->
  exists N, computes_on_line N (composition h k) /\ widths N = repeat w k.
Proof.
  induction 1 as [|k deep IH]; intros given.
  - destruct (given 1%nat) as (N & C & W); [lia|]. exists N. now split.
  - destruct IH as (N & C & W); [intros; apply given; lia|].
    destruct (given (S k)) as (N' & C' & W'); [lia|].
    apply computes_on_line_number in C, C'. exists (compose 1 N' N). split.
    + apply computes_on_line_number. exact (computes_compose 1 1 1 N' N _ _ C C').
    + rewrite widths_compose, W, W'. symmetry. apply repeat_cons.
Qed.
