(** Appendix 2.A of Mukherjee 2020: the maximum of two numbers by 4 and by 3 gates, and not by 2. *)

From Coq Require Import Reals List Arith Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_4.
Import ListNotations.
Open Scope R_scope.

(** ** The maximum of two numbers *)

Lemma maximum_by_absolute s t : Rmax s t = (s + t) / 2 + Rabs (s - t) / 2.
Proof. unfold Rmax, Rabs. destruct Rle_dec, Rcase_abs; lra. Qed.

(** max(x_1, x_2) = (x_1 + x_2) / 2 + |x_1 - x_2| / 2, and 4 gates in one hidden layer compute it. *)
Theorem section_2_a_t_max_printed :
  (forall s t : R, Rmax s t = (s + t) / 2 + Rabs (s - t) / 2) /\
  exists N, computes_number N 2 (fun x => Rmax (nth 0 x 0) (nth 1 x 0)) /\ depth N = 2%nat /\ size N = 4%nat.
Proof.
  split; [exact maximum_by_absolute|].
  exists (Network [[Gate [1; 1] 0; Gate [-1; -1] 0; Gate [1; -1] 0; Gate [-1; 1] 0]]
    [Gate [1 / 2; - (1 / 2); 1 / 2; 1 / 2] 0]). split; [|now split].
  split; [now apply from_to_one_layer; repeat constructor|].
  intros [|s [|t [|]]] long; try discriminate. rewrite evaluate_one_layer. unfold gate_value. simpl. f_equal.
  rewrite maximum_by_absolute.
  replace (1 * s + (1 * t + 0) + 0) with (s + t) by ring. replace (-1 * s + (-1 * t + 0) + 0) with (- (s + t)) by ring.
  replace (1 * s + (-1 * t + 0) + 0) with (s - t) by ring. replace (-1 * s + (1 * t + 0) + 0) with (- (s - t)) by ring.
  pose proof (relu_split (s + t)). pose proof (relu_split (s - t)).
  assert (relu (s - t) + relu (- (s - t)) = Rabs (s - t))
    by (unfold relu, Rmax, Rabs; destruct Rle_dec, Rle_dec, Rcase_abs; lra).
  lra.
Qed.

(** 3 gates do. *)
Theorem section_2_a_t_max_sharpened :
  (forall s t : R, Rmax s t = (s + t) / 2 + Rabs (s - t) / 2) /\
  exists N, computes_number N 2 (fun x => Rmax (nth 0 x 0) (nth 1 x 0)) /\ depth N = 2%nat /\ size N = 3%nat.
Proof.
  split; [exact maximum_by_absolute|]. exists greater. split; [|now split].
  split; [now apply from_to_one_layer; repeat constructor|].
  intros [|s [|t [|]]] long; try discriminate. apply evaluate_greater.
Qed.

(** Far out along the diagonal a gate that changes there is straight across it. *)
Lemma straight_far_out a b c : a + b <> 0 -> exists T, forall t, T <= t ->
  relu (a * (t + 1) + b * (t - 1) + c) + relu (a * (t - 1) + b * (t + 1) + c) = 2 * relu (a * t + b * t + c).
Proof.
  intros changes. exists ((Rabs (a - b) + Rabs c) / Rabs (a + b)). intros t far.
  assert (positive : 0 < Rabs (a + b)) by now apply Rabs_pos_lt.
  apply Rmult_le_compat_l with (r := Rabs (a + b)) in far; [|lra].
  replace (Rabs (a + b) * ((Rabs (a - b) + Rabs c) / Rabs (a + b))) with (Rabs (a - b) + Rabs c) in far by (field; lra).
  replace (a * (t + 1) + b * (t - 1) + c) with ((a + b) * t + c + (a - b)) by ring.
  replace (a * (t - 1) + b * (t + 1) + c) with ((a + b) * t + c - (a - b)) by ring.
  replace (a * t + b * t + c) with ((a + b) * t + c) by ring.
  pose proof (Rle_abs (a - b)). pose proof (Rle_abs (- (a - b))) as opposite. rewrite Rabs_Ropp in opposite.
  pose proof (Rle_abs c). pose proof (Rle_abs (- c)) as opposite'. rewrite Rabs_Ropp in opposite'.
  destruct (Rle_lt_dec 0 (a + b)) as [up | down].
  - rewrite (Rabs_pos_eq (a + b)) in far by exact up. rewrite !relu_nonneg by lra. ring.
  - rewrite (Rabs_left (a + b)) in far by exact down. rewrite !relu_nonpos by lra. ring.
Qed.

(** One gate and a constant are not the identity. *)
Lemma not_the_identity k v s c : ~ forall t, t = k + v * relu (s * t + c).
Proof.
  intros claimed. destruct (Rtotal_order s 0) as [down | [-> | up]].
  - pose proof (claimed (Rabs (c / s) + 1)) as one. pose proof (claimed (Rabs (c / s) + 2)) as two.
    assert (far : forall e, 0 <= e -> relu (s * (Rabs (c / s) + e) + c) = 0).
    { intros e some. apply relu_nonpos. pose proof (Rle_abs (- (c / s))) as large. rewrite Rabs_Ropp in large.
      replace c with (s * (c / s)) at 2 by (field; lra). nra. }
    rewrite far in one, two by lra. lra.
  - pose proof (claimed 0) as zero. pose proof (claimed 1) as one.
    replace (0 * 1 + c) with (0 * 0 + c) in one by ring. lra.
  - pose proof (claimed (- (Rabs (c / s) + 1))) as one. pose proof (claimed (- (Rabs (c / s) + 2))) as two.
    assert (far : forall e, 0 <= e -> relu (s * - (Rabs (c / s) + e) + c) = 0).
    { intros e some. apply relu_nonpos. pose proof (Rle_abs (c / s)) as large.
      replace c with (s * (c / s)) at 2 by (field; lra). nra. }
    rewrite far in one, two by lra. lra.
Qed.

(** Two gates do not. *)
Theorem section_2_a_t_max_sharpened_least : forall beta v1 v2 a1 a2 b1 b2 c1 c2 : R,
  ~ forall s t : R, Rmax s t = beta + v1 * relu (a1 * s + b1 * t + c1) + v2 * relu (a2 * s + b2 * t + c2).
Proof.
  intros beta v1 v2 a1 a2 b1 b2 c1 c2 claimed.
  destruct (Req_dec (a1 + b1) 0) as [flat1 | changes1]; [|destruct (Req_dec (a2 + b2) 0) as [flat2 | changes2]].
  - apply (not_the_identity (beta + v1 * relu c1) v2 (a2 + b2) c2). intros t.
    specialize (claimed t t). rewrite Rmax_left in claimed by lra.
    replace (a1 * t + b1 * t + c1) with ((a1 + b1) * t + c1) in claimed by ring.
    rewrite flat1, Rmult_0_l, Rplus_0_l in claimed.
    replace ((a2 + b2) * t + c2) with (a2 * t + b2 * t + c2) by ring. lra.
  - apply (not_the_identity (beta + v2 * relu c2) v1 (a1 + b1) c1). intros t.
    specialize (claimed t t). rewrite Rmax_left in claimed by lra.
    replace (a2 * t + b2 * t + c2) with ((a2 + b2) * t + c2) in claimed by ring.
    rewrite flat2, Rmult_0_l, Rplus_0_l in claimed.
    replace ((a1 + b1) * t + c1) with (a1 * t + b1 * t + c1) by ring. lra.
  - destruct (straight_far_out a1 b1 c1 changes1) as [T1 one]. destruct (straight_far_out a2 b2 c2 changes2) as [T2 two].
    set (t := Rmax T1 T2). specialize (one t (Rmax_l _ _)). specialize (two t (Rmax_r _ _)).
    pose proof (claimed t t) as middle. pose proof (claimed (t + 1) (t - 1)) as right.
    pose proof (claimed (t - 1) (t + 1)) as left.
    rewrite Rmax_left in middle, right by lra. rewrite Rmax_right in left by lra.
    nra.
Qed.
