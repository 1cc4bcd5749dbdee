(** Theorem 2.2.2 of Mukherjee 2020, one hidden layer for a function with p pieces: p - 1 units are necessary; p units
    suffice for p >= 2 and two for p = 1, where one unit is not enough for f(x) = x. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks piecewise networks_facts piecewise_facts hinge_networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6.
Import ListNotations.
Open Scope R_scope.

(** A network with one hidden layer that computes a function with p pieces has size at least p - 1. *)
Theorem theorem_2_2_2_lower_printed : forall N f p,
  computes_on_line N f -> depth N = 2%nat -> has_pieces f p -> (p - 1 <= size N)%nat.
Proof.
  intros N f p Hf Hd Hp. destruct (lemma_2_a_6_sharpened N f 1 Hf (le_n 1) Hd) as (m & Hm & Hpm).
  rewrite (pieces_unique f p m Hp Hpm). unfold size, widths, depth in *.
  destruct (hidden N) as [|A [|]]; simpl in *; lia.
Qed.

Lemma identity_pieces : has_pieces (fun x => x) 1.
Proof.
  split; [lia|]. exists (fun _ => 0), (fun _ => 1), (fun _ => 0). repeat split; intros; [lia | lia | ring].
Qed.

(** A function with p pieces is not always computed with one hidden layer of at most p units: f(x) = x has one piece,
    and every unit is constant on a half-line. *)
Theorem theorem_2_2_2_upper_printed_refuted : ~ (forall f p, has_pieces f p ->
  exists N, depth N = 2%nat /\ (size N <= p)%nat /\ computes_on_line N f).
Proof.
  intros H. destruct (H _ _ identity_pieces) as ([layers out] & Hd & Hs & [[Hfits Hout] Hf]).
  unfold depth, size, widths in *. simpl in *.
  destruct layers as [|A [|]]; try discriminate. simpl in Hfits. destruct Hfits as (HrA & Hne & Hr).
  destruct A as [|[w c] [|]]; [easy | | simpl in Hs; lia].
  destruct out as [|[v d] [|]]; try discriminate.
  apply Forall_inv in HrA, Hr. simpl in HrA, Hr.
  destruct w as [|w [|]]; try discriminate. destruct v as [|v [|]]; try discriminate.
  assert (E : forall x, v * relu (w * x + c) + d = x).
  { intros x. specialize (Hf x). rewrite evaluate_one_layer in Hf. simpl in Hf. rewrite gate_value_on_line in Hf.
    injection Hf as Hf. rewrite Rplus_0_r in Hf. exact Hf. }
  clear - E. destruct (Req_dec w 0) as [->|Hw].
  - pose proof (E 0) as E0. pose proof (E 1) as E1. rewrite Rmult_0_l in E0, E1. lra.
  - pose proof (E ((-1 - c) / w)) as E0. pose proof (E ((-2 - c) / w)) as E1.
    replace (w * ((-1 - c) / w) + c) with (-1) in E0 by (field; easy).
    replace (w * ((-2 - c) / w) + c) with (-2) in E1 by (field; easy).
    rewrite relu_nonpos in E0, E1 by lra.
    assert (E2 : w * ((-1 - c) / w) = w * ((-2 - c) / w)) by (f_equal; lra).
    replace (w * ((-1 - c) / w)) with (-1 - c) in E2 by (field; easy).
    replace (w * ((-2 - c) / w)) with (-2 - c) in E2 by (field; easy). lra.
Qed.

(** A function with p pieces is computed with one hidden layer: of at most p units if p >= 2, of two if p = 1. *)
Theorem theorem_2_2_2_upper_repaired :
  (forall f p, (2 <= p)%nat -> has_pieces f p ->
    exists N, depth N = 2%nat /\ (size N <= p)%nat /\ computes_on_line N f) /\
  (forall f, has_pieces f 1 ->
    exists N, depth N = 2%nat /\ (size N <= 2)%nat /\ computes_on_line N f).
Proof.
  split.
  - intros f p H2 H. destruct (units_for_pieces f p H2 H) as (N & HN & W). exists N.
    split; [|split; [unfold size; rewrite W; simpl; lia | exact HN]].
    now rewrite depth_widths, W.
  - intros f (_ & t & a & b & _ & _ & Hf).
    exists (Network [[Gate [1] 0; Gate [-1] 0]] [Gate [a 0%nat; - a 0%nat] (b 0%nat)]).
    split; [easy | split; [unfold size; simpl; lia | split]].
    + apply from_to_one_layer; [easy | now repeat constructor | easy].
    + intros x. rewrite evaluate_one_layer. simpl map. simpl dot. rewrite !gate_value_on_line.
      rewrite (Hf 0%nat x) by (try lia; split; auto). f_equal.
      pose proof (relu_split x) as E. replace (1 * x + 0) with x by ring. replace (-1 * x + 0) with (- x) by ring.
      rewrite <- E at 3. ring.
Qed.
