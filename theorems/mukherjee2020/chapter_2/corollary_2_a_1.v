(** Corollary 2.A.1 of Mukherjee 2020: a function with p pieces that is flat at one end is computed with one hidden
    layer of p - 1 units.

    A constant function has p = 1 piece, and its hidden layer no units. Definition 1 has no empty layers, and so the
    hidden layer and the output gate are given here as such: for p >= 2 they make a network in that sense. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks piecewise networks_facts piecewise_facts hinge_networks_facts.
Import ListNotations.
Open Scope R_scope.

(** f is constant on one side of some point: its leftmost or its rightmost piece has slope 0. *)
Definition flat_on_the_left (f : R -> R) : Prop := exists y, forall x, x <= y -> f x = f y.
Definition flat_on_the_right (f : R -> R) : Prop := exists y, forall x, y <= x -> f x = f y.

Lemma first_slope : forall f n t a b, (1 <= n)%nat ->
  (forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i) ->
  flat_on_the_left f -> a 0%nat = 0.
Proof.
  intros f n t a b Hn Hf (y & Hy).
  set (z := Rmin y (t 1%nat)). assert (z <= y /\ z <= t 1%nat) by (split; [apply Rmin_l | apply Rmin_r]).
  destruct (same_line_between f (a 0%nat) (b 0%nat) 0 (f y) (z - 1) z) as [-> _]; [lra | | | easy].
  - intros x Hx. apply Hf; [lia|]. split; [now left | right; lra].
  - intros x Hx. rewrite Rmult_0_l, Rplus_0_l. apply Hy. lra.
Qed.

(** The data of x -> f(-x). *)
Lemma mirrored : forall f n t a b,
  (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) ->
  (forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i) ->
  exists t' a' b',
    (forall i, (1 <= i)%nat -> (S i < n)%nat -> t' i < t' (S i)) /\
    (forall i x, (i < n)%nat -> in_piece t' n i x -> f (- x) = a' i * x + b' i).
Proof.
  intros f n t a b Ht Hf.
  exists (fun i => - t (n - i)%nat), (fun i => - a (n - S i)%nat), (fun i => b (n - S i)%nat). split.
  - intros i Hi Hj. apply Ropp_lt_contravar. replace (n - i)%nat with (S (n - S i)) by lia. apply Ht; lia.
  - intros i x Hi [Hl Hr]. rewrite (Hf (n - S i)%nat (- x)); [ring | lia |]. split.
    + destruct Hr as [Hr|Hr]; [left; lia | right; lra].
    + destruct Hl as [->|Hl]; [left; lia | right]. replace (S (n - S i)) with (n - i)%nat by lia. lra.
Qed.

(** A function with p pieces whose leftmost or rightmost piece has slope 0 is computed with one hidden layer of p - 1
    units. *)
Theorem corollary_2_a_1_printed : forall f p,
  has_pieces f p -> flat_on_the_left f \/ flat_on_the_right f ->
  exists (A : layer) (g : gate),
    length A = (p - 1)%nat /\ reads 1 A /\ reads (p - 1) [g] /\
    (forall x, evaluate (Network [A] [g]) [x] = [f x]) /\
    ((2 <= p)%nat -> computes_on_line (Network [A] [g]) f).
Proof.
  intros f p (Hp & t & a & b & Ht & _ & Hf) Hflat.
  assert (K : exists s t' a' b', forall x,
    f x = dot (slope_changes a' p) (map (fun g => relu (gate_value g [x])) (hinge_gates s t' p)) + b').
  { destruct Hflat as [Hl|(y & Hy)].
    - exists 1, t, a, (b 0%nat). intros x. rewrite <- (flat_hinges f) by (auto; now apply (first_slope f p t a b)).
      f_equal. ring.
    - destruct (mirrored f p t a b Ht Hf) as (t' & a' & b' & Ht' & Hf').
      exists (-1), t', a', (b' 0%nat). intros x.
      rewrite <- (flat_hinges (fun x => f (- x))); [f_equal; ring | auto.. |].
      apply (first_slope (fun x => f (- x)) p t' a' b'); [easy | easy |].
      exists (- y). intros z Hz. rewrite (Hy (- z)) by lra. f_equal. ring. }
  destruct K as (s & t' & a' & c & K).
  assert (E : forall x, evaluate (Network [hinge_gates s t' p] [Gate (slope_changes a' p) c]) [x] = [f x]).
  { intros x. rewrite evaluate_one_layer. f_equal. now symmetry. }
  assert (Hlen : length (slope_changes a' p) = length (hinge_gates s t' p))
    by now rewrite length_hinge_gates, length_slope_changes.
  exists (hinge_gates s t' p), (Gate (slope_changes a' p) c).
  split; [apply length_hinge_gates | split; [apply reads_hinge_gates | split; [|split; [exact E|]]]].
  - constructor; [apply length_slope_changes | constructor].
  - intros H2. split; [|exact E]. apply from_to_one_layer; [|apply reads_hinge_gates | exact Hlen].
    intros Hn. apply (f_equal (@length gate)) in Hn. rewrite length_hinge_gates in Hn. simpl in Hn. lia.
Qed.
