(** Claim 4 of Mukherjee 2020: a threshold gate on the cube is a Sum-of-ReLU circuit of two gates. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors networks boolean vectors_facts networks_facts boolean_facts.
Import ListNotations.
Open Scope R_scope.

(** On finitely many points, the negative values of a gate stay away from 0. *)
Lemma gap_below_zero : forall (g : gate) (xs : list bits),
  exists p, 0 < p /\ forall x, In x xs -> gate_value g (signs x) < 0 -> gate_value g (signs x) <= - p.
Proof.
  intros g. induction xs as [|y xs [p [Hp IH]]]; [exists 1; split; [lra | intros x []]|].
  destruct (Rlt_dec (gate_value g (signs y)) 0) as [H | H].
  - exists (Rmin p (- gate_value g (signs y))). split; [apply Rmin_glb_lt; lra|].
    pose proof (Rmin_l p (- gate_value g (signs y))). pose proof (Rmin_r p (- gate_value g (signs y))).
    intros x [<- | Hx] Hn; [lra|]. specialize (IH x Hx Hn). lra.
  - exists p. split; [exact Hp|]. intros x [<- | Hx] Hn; [contradiction | now apply IH].
Qed.

(** Hinges at -p and at 0. *)
Lemma two_hinges : forall n g, length (weights g) = n ->
  exists u gates, length u = 2%nat /\ length gates = 2%nat /\ reads n gates /\
    forall x : bits, length x = n -> threshold g (signs x) = sum_of_relus (-1) u gates (signs x).
Proof.
  intros n g Hg. destruct (gap_below_zero g (cube n)) as [p [Hp gap]].
  exists [2 / p; - (2 / p)], [altered 1 p g; altered 1 0 g]. repeat split.
  - repeat constructor; now rewrite altered_reads.
  - intros x Hx. specialize (gap x (proj2 (in_cube n x) Hx)). unfold sum_of_relus, threshold, fires; simpl.
    rewrite !altered_value. destruct (Rle_dec 0 (gate_value g (signs x))) as [H | H].
    + rewrite !relu_nonneg by lra. field. lra.
    + rewrite !relu_nonpos by lra. ring.
Qed.

(** Every threshold gate on {-1, 1}^n is a Sum-of-ReLU circuit of two gates, with a constant. *)
Theorem claim_4_printed : forall (n : nat) (g : gate), (1 <= n)%nat -> length (weights g) = n ->
  exists c u gates, length u = 2%nat /\ length gates = 2%nat /\ reads n gates /\
    forall x : bits, length x = n -> threshold g (signs x) = sum_of_relus c u gates (signs x).
Proof. intros n g _ Hg. exists (-1). now apply two_hinges. Qed.

(** The majority of three bits, as a threshold gate. *)
Definition majority_of_three : gate := Gate [1; 1; 1] 0.

Lemma majority_of_three_value : forall a b c : bool,
  threshold majority_of_three (signs [a; b; c]) = if (a && b) || (a && c) || (b && c) then 1 else -1.
Proof.
  intros a b c. unfold threshold, fires, gate_value.
  destruct (Rle_dec 0 (dot (weights majority_of_three) (signs [a; b; c]) + bias majority_of_three)) as [H | H];
    destruct a, b, c; simpl in *; lra.
Qed.

(** A gate's values at the eight corners, in terms of its weights. *)
Lemma three_weights : forall g, length (weights g) = 3%nat ->
  exists p q r, forall a b c : bool, gate_value g (signs [a; b; c]) = p * sign a + q * sign b + r * sign c + bias g.
Proof.
  intros [w s] H; simpl in H. destruct w as [|p [|q [|r [|]]]]; try discriminate.
  exists p, q, r. intros a b c. unfold gate_value; simpl. ring.
Qed.

Lemma relu_bounds : forall t, 0 <= relu t /\ t <= relu t.
Proof. intros t. destruct (relu_cases t) as [[? ->] | [? ->]]; lra. Qed.

(** One more than max(0, t), which is positive, is max(0, s) only for s equal to it. *)
Lemma one_more : forall s t e, relu s = e + relu t -> 0 < e -> s = e + relu t.
Proof. intros s t e H He. destruct (relu_cases s) as [[? E] | [? E]], (relu_bounds t); lra. Qed.

(** No difference of two gates is the majority. *)
Lemma no_difference : forall f g, length (weights f) = 3%nat -> length (weights g) = 3%nat ->
  ~ forall x : bits, length x = 3%nat ->
      threshold majority_of_three (signs x) = relu (gate_value f (signs x)) - relu (gate_value g (signs x)).
Proof.
  intros f g Hf Hg H.
  destruct (three_weights f Hf) as [p [q [r F]]], (three_weights g Hg) as [p' [q' [r' G]]].
  assert (at_corner : forall a b c : bool, (if (a && b) || (a && c) || (b && c) then 1 else -1) =
      relu (p * sign a + q * sign b + r * sign c + bias f) - relu (p' * sign a + q' * sign b + r' * sign c + bias g)).
  { intros a b c. rewrite <- F, <- G, <- majority_of_three_value. now apply H. }
  clear F G H Hf Hg.
  (* where the majority is 1 *)
  pose proof (at_corner true true true) as A. pose proof (at_corner false true true) as B1.
  pose proof (at_corner true false true) as B2. pose proof (at_corner true true false) as B3.
  (* where it is -1 *)
  pose proof (at_corner true false false) as C1. pose proof (at_corner false true false) as C2.
  pose proof (at_corner false false true) as C3. pose proof (at_corner false false false) as D.
  clear at_corner. simpl in A, B1, B2, B3, C1, C2, C3, D.
  assert (up : forall s t, 1 = relu s - relu t -> s = 1 + relu t) by (intros; apply one_more; lra).
  assert (down : forall s t, -1 = relu s - relu t -> t = 1 + relu s) by (intros; apply one_more; lra).
  apply up in A, B1, B2, B3. apply down in C1, C2, C3, D. clear up down.
  repeat match goal with
  | H : ?s = 1 + relu ?t |- _ =>
      let E := fresh "E" in destruct (relu_cases t) as [[? E] | [? E]]; rewrite E in H; clear E
  end; lra.
Qed.

(** Gates of equal positive outputs have equal values. *)
Lemma equal_outputs : forall u s t, u * relu s = u * relu t -> u * relu s <> 0 -> s = t.
Proof.
  intros u s t E nonzero. assert (Hu : u <> 0) by (intros ->; lra).
  apply Rmult_eq_reg_l in E; [|exact Hu].
  destruct (relu_cases s) as [[? Es] | [? Es]], (relu_cases t) as [[? Et] | [? Et]]; rewrite Es in *; try lra;
    assert (u * 0 = 0) by ring; rewrite ?Et in *; try lra; rewrite E in nonzero; lra.
Qed.

(** No constant with or less a gate is the majority. *)
Lemma no_single_gate : forall c u f, length (weights f) = 3%nat ->
  ~ forall x : bits, length x = 3%nat -> threshold majority_of_three (signs x) = c + u * relu (gate_value f (signs x)).
Proof.
  intros c u f Hf H. destruct (three_weights f Hf) as [p [q [r F]]].
  assert (at_corner : forall x y z : bool, (if (x && y) || (x && z) || (y && z) then 1 else -1) =
      c + u * relu (p * sign x + q * sign y + r * sign z + bias f)).
  { intros x y z. rewrite <- F, <- majority_of_three_value. now apply H. }
  clear F H.
  pose proof (at_corner true true true) as A. pose proof (at_corner true false true) as B2.
  pose proof (at_corner true true false) as B3. pose proof (at_corner true false false) as C1.
  pose proof (at_corner false true false) as C2. pose proof (at_corner false false false) as D.
  clear at_corner. simpl in A, B2, B3, C1, C2, D.
  destruct (Req_dec c 1) as [Hc | Hc].
  - (* the outputs are not 0 where the majority is -1 *)
    assert (E1 := equal_outputs u _ _ ltac:(apply (Rplus_eq_reg_l c); rewrite <- D; exact C1) ltac:(lra)).
    assert (E2 := equal_outputs u _ _ ltac:(apply (Rplus_eq_reg_l c); rewrite <- D; exact C2) ltac:(lra)).
    match type of B3 with
    | _ = c + u * relu ?v => match type of D with _ = c + u * relu ?w => replace v with w in B3 by lra end
    end; lra.
  - (* the outputs are not 0 where the majority is 1 *)
    assert (E1 := equal_outputs u _ _ ltac:(apply (Rplus_eq_reg_l c); rewrite <- A; exact B2) ltac:(lra)).
    assert (E2 := equal_outputs u _ _ ltac:(apply (Rplus_eq_reg_l c); rewrite <- A; exact B3) ltac:(lra)).
    match type of C1 with
    | _ = c + u * relu ?v => match type of A with _ = c + u * relu ?w => replace v with w in C1 by lra end
    end; lra.
Qed.

(** Nor is any circuit of two gates without a constant. *)
Lemma no_two_gates : forall u v f g, length (weights f) = 3%nat -> length (weights g) = 3%nat ->
  ~ forall x : bits, length x = 3%nat ->
      threshold majority_of_three (signs x) = u * relu (gate_value f (signs x)) + v * relu (gate_value g (signs x)).
Proof.
  intros u v f g Hf Hg H.
  pose proof (H [true; true; true] eq_refl) as A. pose proof (H [false; false; false] eq_refl) as D.
  rewrite majority_of_three_value in A, D. simpl orb in A, D. cbv iota in A, D.
  set (fA := gate_value f (signs [true; true; true])) in *.
  set (gA := gate_value g (signs [true; true; true])) in *.
  set (fD := gate_value f (signs [false; false; false])) in *.
  set (gD := gate_value g (signs [false; false; false])) in *.
  assert (0 <= u -> 0 <= u * relu fD) by (intros; apply Rmult_le_pos; [|apply relu_bounds]; lra).
  assert (0 <= v -> 0 <= v * relu gD) by (intros; apply Rmult_le_pos; [|apply relu_bounds]; lra).
  assert (0 <= - u -> 0 <= - u * relu fA) by (intros; apply Rmult_le_pos; [|apply relu_bounds]; lra).
  assert (0 <= - v -> 0 <= - v * relu gA) by (intros; apply Rmult_le_pos; [|apply relu_bounds]; lra).
  destruct (Rle_lt_dec 0 u) as [Hu | Hu], (Rle_lt_dec 0 v) as [Hv | Hv].
  - lra.
  - apply (no_difference (altered u 0 f) (altered (- v) 0 g)); [now rewrite altered_reads..|].
    intros x Hx. rewrite (H x Hx), !altered_value, !Rplus_0_r, !relu_scale by lra. ring.
  - apply (no_difference (altered v 0 g) (altered (- u) 0 f)); [now rewrite altered_reads..|].
    intros x Hx. rewrite (H x Hx), !altered_value, !Rplus_0_r, !relu_scale by lra. ring.
  - lra.
Qed.

(** Two gates with a constant suffice, and so do three without one; but for the majority of three bits two gates
    without a constant do not suffice, and neither does a single gate with one. *)
Theorem claim_4_sharpened :
  (forall (n : nat) (g : gate), (1 <= n)%nat -> length (weights g) = n ->
    (exists c u gates, length u = 2%nat /\ length gates = 2%nat /\ reads n gates /\
      forall x : bits, length x = n -> threshold g (signs x) = sum_of_relus c u gates (signs x)) /\
    (exists u gates, length u = 3%nat /\ length gates = 3%nat /\ reads n gates /\
      forall x : bits, length x = n -> threshold g (signs x) = sum_of_relus 0 u gates (signs x))) /\
  (forall u gates, length u = length gates -> (length gates <= 2)%nat -> reads 3 gates ->
    ~ forall x : bits, length x = 3%nat -> threshold majority_of_three (signs x) = sum_of_relus 0 u gates (signs x)) /\
  (forall c u gates, length u = length gates -> (length gates <= 1)%nat -> reads 3 gates ->
    ~ forall x : bits, length x = 3%nat -> threshold majority_of_three (signs x) = sum_of_relus c u gates (signs x)).
Proof.
  split; [|split].
  - intros n g _ Hg. destruct (two_hinges n g Hg) as [u [gates [Hu [Hgates [reads_n same]]]]].
    split; [exists (-1), u, gates; tauto|].
    exists (-1 :: u), (Gate (repeat 0 n) 1 :: gates). simpl. rewrite Hu, Hgates. repeat split.
    + constructor; [apply repeat_length | exact reads_n].
    + intros x Hx. rewrite (same x Hx). unfold sum_of_relus; simpl.
      replace (gate_value (Gate (repeat 0 n) 1) (signs x)) with 1
        by (unfold gate_value; simpl; rewrite dot_origin_l; ring).
      rewrite relu_nonneg by lra. ring.
  - intros u gates same few reads_3 H. unfold reads in reads_3. rewrite Forall_forall in reads_3.
    destruct u as [|u [|v [|]]], gates as [|f [|g [|]]]; simpl in same, few; try discriminate; try lia.
    + specialize (H [true; true; true] eq_refl). rewrite majority_of_three_value in H. unfold sum_of_relus in H.
      simpl in H. lra.
    + apply (no_single_gate 0 u f); [apply reads_3; now left|]. intros x Hx.
      rewrite (H x Hx). unfold sum_of_relus; simpl. ring.
    + apply (no_two_gates u v f g); [apply reads_3; simpl; tauto..|]. intros x Hx.
      rewrite (H x Hx). unfold sum_of_relus; simpl. ring.
  - intros c u gates same few reads_3 H. unfold reads in reads_3. rewrite Forall_forall in reads_3.
    destruct u as [|u [|]], gates as [|f [|]]; simpl in same, few; try discriminate; try lia.
    + apply (no_single_gate c 0 majority_of_three); [reflexivity|]. intros x Hx.
      rewrite (H x Hx). unfold sum_of_relus; simpl. ring.
    + apply (no_single_gate c u f); [apply reads_3; now left|]. intros x Hx.
      rewrite (H x Hx). unfold sum_of_relus; simpl. ring.
Qed.
