(** Equation (2.6), networks of width w on the line against functions with w pieces: not equivalent, since w units make
    w + 1 pieces; for w >= 2 the least loss of networks lies between those for w + 1 and for w pieces. *)

From Coq Require Import Reals List Lra Lia.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors networks networks_facts piecewise training training_facts vectors_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6 theorem_2_2_2.
Import ListNotations.
Open Scope R_scope.

(** f is computed by a network on the line with one hidden layer, of width w. *)
Definition network_of_width (w : nat) (f : R -> R) : Prop := exists N, computes_on_line N f /\ widths N = [w].

(** The loss of f on the data (x 0, y 0), ..., (x (D - 1), y (D - 1)). *)
Definition loss_on_line (l : R -> R -> R) (D : nat) (x y : nat -> R) (f : R -> R) : R :=
  sum (fun j => l (f (x j)) (y j)) D.

(** ** The data (-1, 0), (0, 0), (1, 1), (2, 1) *)

Definition inputs (j : nat) : R := INR j - 1.
Definition labels (j : nat) : R := if (j <? 2)%nat then 0 else 1.

(** Four residuals of which a combination with coefficients of square sum 6 is 1. *)
Lemma residuals c0 c1 c2 c3 r0 r1 r2 r3 : c0 * r0 + c1 * r1 + c2 * r2 + c3 * r3 = 1 ->
  c0 ^ 2 + c1 ^ 2 + c2 ^ 2 + c3 ^ 2 <= 6 -> 1 / 6 <= r0 ^ 2 + r1 ^ 2 + r2 ^ 2 + r3 ^ 2.
Proof.
  intros H C. pose proof (pow2_ge_0 (r0 - c0 / 6)). pose proof (pow2_ge_0 (r1 - c1 / 6)).
  pose proof (pow2_ge_0 (r2 - c2 / 6)). pose proof (pow2_ge_0 (r3 - c3 / 6)). lra.
Qed.

Lemma two_pieces_miss f : has_pieces f 2 -> 1 / 6 <= loss_on_line squared 4 inputs labels f.
Proof.
  intros (_ & t & a & b & _ & _ & values). unfold loss_on_line, squared, inputs, labels. simpl.
  assert (left : forall z, z <= t 1%nat -> f z = a 0%nat * z + b 0%nat).
  { intros z Z. apply values; [lia|]. split; [now left|now right]. }
  assert (right : forall z, t 1%nat <= z -> f z = a 1%nat * z + b 1%nat).
  { intros z Z. apply values; [lia|]. split; [now right|now left]. }
  replace (0 - 1) with (-1) by ring. replace (1 - 1) with 0 by ring. replace (1 + 1 - 1) with 1 by ring.
  replace (1 + 1 + 1 - 1) with 2 by ring. set (h := t 1%nat) in *.
  apply Rle_trans with ((f (-1) - 0) ^ 2 + (f 0 - 0) ^ 2 + (f 1 - 1) ^ 2 + (f 2 - 1) ^ 2); [|right; ring].
  destruct (Rle_dec h 0) as [early|late]; [|destruct (Rle_dec 1 h) as [later|between]].
  - apply (residuals 0 1 (-2) 1); [|lra]. rewrite (right 0), (right 1), (right 2) by lra. ring.
  - apply (residuals (-1) 2 (-1) 0); [|lra]. rewrite (left (-1)), (left 0), (left 1) by lra. ring.
  - apply (residuals (- h) (1 + h) (- (2 - h)) (1 - h)); [|nra].
    rewrite (left (-1)), (left 0), (right 1), (right 2) by lra.
    assert (meet : a 0%nat * h + b 0%nat = a 1%nat * h + b 1%nat) by (rewrite <- left, <- right by lra; reflexivity).
    lra.
Qed.

Lemma ramp_computed : network_of_width 2 (fun z => 0 + 1 * relu (1 * z + 0) + -1 * relu (1 * z + -1)).
Proof.
  exists (Network [[Gate [1] 0; Gate [1] (-1)]] [Gate [1; -1] 0]). split; [|reflexivity]. split.
  - apply from_to_one_layer; [discriminate|repeat constructor|reflexivity].
  - intros z. rewrite evaluate_one_layer. simpl. rewrite !gate_value_on_line. f_equal. ring.
Qed.

(** The least loss over networks of width w is not always that over functions with w pieces: the ramp max(0, x) -
    max(0, x - 1) fits the data exactly, and two pieces leave a squared loss of 1/6 at least. *)
Theorem equation_2_6_printed_refuted :
  ~ (forall w D x y l, (1 <= w)%nat -> (1 <= D)%nat -> convex_loss l ->
      infimum (network_of_width w) (loss_on_line l D x y) =
        infimum (fun f => has_pieces f w) (loss_on_line l D x y)).
Proof.
  intros H. specialize (H 2%nat 4%nat inputs labels squared ltac:(lia) ltac:(lia) squared_convex).
  pose proof (infimum_below _ (loss_on_line squared 4 inputs labels) _ ramp_computed) as low.
  assert (high : Rbar_le (1 / 6) (infimum (fun f => has_pieces f 2) (loss_on_line squared 4 inputs labels))).
  { apply infimum_above. exact two_pieces_miss. }
  rewrite <- H in high. pose proof (Rbar_le_trans _ _ _ high low) as C. simpl in C.
  unfold loss_on_line, squared, inputs, labels in C. simpl in C.
  repeat match type of C with context [relu ?t] =>
    first [rewrite (relu_nonneg t) in C by lra | rewrite (relu_nonpos t) in C by lra] end. lra.
Qed.

(** A network with few units has the values of one with more. *)
Lemma padded n m w f : (m <= w)%nat -> (1 <= w)%nat -> of_width n m f ->
  exists f', of_width n w f' /\ forall x, length x = n -> f' x = f x.
Proof.
  intros M W Hf. destruct (of_width_units n m f Hf) as (beta & v & g & read & values).
  set (v' := fun i => if (i <? m)%nat then v i else 0).
  set (g' := fun i => if (i <? m)%nat then g i else Gate (repeat 0 n) 0).
  exists (fun x => beta + two_layers w v' g' x). split.
  - apply units_of_width; [exact W|]. intros i _. unfold g'. destruct (Nat.ltb_spec i m); [now apply read|].
    apply repeat_length.
  - intros x X. rewrite values by exact X. f_equal. unfold two_layers.
    transitivity (sum (fun i => v' i * relu (gate_value (g' i) x)) m).
    + clear W. induction M as [|w M IH]; [reflexivity|]. simpl. rewrite IH. unfold v' at 2.
      destruct (Nat.ltb_spec w m); [lia|]. ring.
    + apply sum_ext. intros i I. unfold v', g'. destruct (Nat.ltb_spec i m); [reflexivity|lia].
Qed.

Lemma pieces_by_width w f : (2 <= w)%nat -> has_at_most_pieces f w ->
  exists f', network_of_width w f' /\ forall z, f' z = f z.
Proof.
  intros W (p & few & pieces).
  assert (K : exists N, depth N = 2%nat /\ (size N <= w)%nat /\ computes_on_line N f).
  { destruct (Nat.eq_dec p 1) as [->|P].
    - destruct (proj2 theorem_2_2_2_upper_repaired f pieces) as (N & D & L & C).
      exists N. split; [exact D|]. split; [lia|exact C].
    - assert (2 <= p)%nat by (destruct pieces; lia).
      destruct (proj1 theorem_2_2_2_upper_repaired f p) as (N & D & L & C); auto.
      exists N. split; [exact D|]. split; [lia|exact C]. }
  destruct K as ([[|A [|]] last] & D & size & computed); try discriminate.
  unfold Marginalia.formal.networks.size, widths in size. simpl in size.
  apply computes_on_line_number in computed.
  destruct (padded 1 (length A) w (fun x => f (hd 0 x))) as (f' & (N & computed' & widths) & same); try lia.
  { now exists (Network [A] last). }
  exists (fun z => f' [z]). split.
  - exists N. split; [|exact widths]. destruct computed' as [fit values].
    split; [exact fit|]. intros z. now apply values.
  - intros z. now rewrite same.
Qed.

(** For w >= 2, the least loss of networks of width w lies between those over functions with at most w + 1 pieces and
    over functions with at most w pieces. *)
Theorem equation_2_6_repaired :
  forall w D x y l, (2 <= w)%nat -> (1 <= D)%nat ->
    Rbar_le (infimum (fun f => has_at_most_pieces f (w + 1)) (loss_on_line l D x y))
      (infimum (network_of_width w) (loss_on_line l D x y)) /\
    Rbar_le (infimum (network_of_width w) (loss_on_line l D x y))
      (infimum (fun f => has_at_most_pieces f w) (loss_on_line l D x y)).
Proof.
  intros w D x y l W _. split; apply infimum_le.
  - intros f (N & computed & widths). exists f. split; [|lra].
    assert (D2 : depth N = 2%nat).
    { apply (f_equal (@length nat)) in widths. unfold Marginalia.formal.networks.widths in widths.
      rewrite map_length in widths. exact (f_equal S widths). }
    destruct (lemma_2_a_6_sharpened N f 1 computed (le_n 1) D2) as (m & M & pieces).
    exists m. split; [|exact pieces]. rewrite widths in M. simpl in M. lia.
  - intros f Hf. destruct (pieces_by_width w f W Hf) as (f' & Hf' & same). exists f'. split; [exact Hf'|].
    right. apply sum_ext. intros j _. now rewrite same.
Qed.
