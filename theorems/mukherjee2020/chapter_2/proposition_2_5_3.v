(** Proposition 2.5.3 of Mukherjee 2020: the number with given bits, computed by one ReLU gate, needs n threshold
    gates. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks boolean vectors_facts networks_facts boolean_facts.
Import ListNotations.
Open Scope R_scope.

(** The function of the proposition: 2^1 (1 + x_1) / 2 + ... + 2^n (1 + x_n) / 2. *)
Definition number (n : nat) (x : point) : R :=
  total (map (fun i => 2 ^ i * ((1 + nth (i - 1) x 0) / 2)) (seq 1 n)).

(** The same, the first bits having exponents k + 1, k + 2, ... *)
Definition number_from (k n : nat) (x : point) : R :=
  total (map (fun i => 2 ^ (k + i) * ((1 + nth (i - 1) x 0) / 2)) (seq 1 n)).

Lemma number_is : forall n x, number n x = number_from 0 n x.
Proof. reflexivity. Qed.

Lemma number_step : forall k n v x,
  number_from k (S n) (v :: x) = 2 ^ S k * ((1 + v) / 2) + number_from (S k) n x.
Proof.
  intros k n v x. unfold number_from. simpl seq. simpl map. unfold total at 1. simpl fold_right. fold total.
  f_equal; [now rewrite Nat.add_1_r|]. rewrite <- seq_shift, map_map. unfold total. f_equal.
  apply map_ext_in. intros i Hi. apply in_seq in Hi.
  replace (S i - 1)%nat with (S (i - 1)) by lia. simpl nth. now rewrite Nat.add_succ_r.
Qed.

Lemma number_bounds : forall n k x, length x = n -> 0 <= number_from k n (signs x) <= 2 ^ S k * (2 ^ n - 1).
Proof.
  induction n as [|n IH]; intros k x Hx.
  - unfold number_from; simpl. lra.
  - destruct x as [|b x]; [discriminate|]. injection Hx as Hx. simpl signs. fold (signs x). rewrite number_step.
    specialize (IH (S k) x Hx). pose proof (pow_lt 2 (S k) ltac:(lra)) as P. simpl pow in *.
    destruct b; simpl sign; nra.
Qed.

(** Different vertices have different numbers. *)
Lemma number_injective : forall n k x y, length x = n -> length y = n ->
  number_from k n (signs x) = number_from k n (signs y) -> x = y.
Proof.
  induction n as [|n IH]; intros k x y Hx Hy E.
  - destruct x, y; try discriminate; reflexivity.
  - destruct x as [|b x], y as [|c y]; try discriminate. injection Hx as Hx. injection Hy as Hy.
    simpl signs in E. fold (signs x) (signs y) in E. rewrite !number_step in E.
    assert (whole : forall z : bits, length z = n ->
      exists m : nat, number_from (S k) n (signs z) = 2 ^ S (S k) * INR m).
    { clear. intros z. generalize (S k) as j. revert z. induction n as [|n IH]; intros z j Hz.
      - exists 0%nat. unfold number_from; simpl. ring.
      - destruct z as [|b z]; [discriminate|]. injection Hz as Hz. simpl signs. fold (signs z).
        destruct (IH z (S j) Hz) as [m Hm]. rewrite number_step, Hm.
        exists ((if b then 1 else 0) + 2 * m)%nat. rewrite plus_INR, mult_INR. simpl pow.
        destruct b; simpl sign; simpl INR; field. }
    destruct (whole x Hx) as [m Hm], (whole y Hy) as [m' Hm'].
    pose proof (pow_lt 2 (S k) ltac:(lra)) as P.
    assert (b = c) as ->.
    { rewrite Hm, Hm' in E. simpl pow in E. simpl pow in P.
      assert (E' : (1 + sign b) / 2 + INR (2 * m) = (1 + sign c) / 2 + INR (2 * m')).
      { rewrite !mult_INR. apply Rmult_eq_reg_l with (2 * 2 ^ k); [|lra]. simpl INR. lra. }
      destruct b, c; try reflexivity; exfalso; simpl sign in E'.
      - assert (INR (2 * m + 1) = INR (2 * m')) as A by (rewrite plus_INR; simpl INR at 2; lra).
        apply INR_eq in A. lia.
      - assert (INR (2 * m) = INR (2 * m' + 1)) as A by (rewrite plus_INR; simpl INR at 3; lra).
        apply INR_eq in A. lia. }
    f_equal. apply (IH (S k)); auto; lra.
Qed.

(** Which gates fire. *)
Definition firing (gates : list gate) (x : point) : bits :=
  map (fun g => if Rle_dec 0 (gate_value g x) then true else false) gates.

Lemma same_firing : forall gates x y, firing gates x = firing gates y ->
  map (fun g => threshold g x) gates = map (fun g => threshold g y) gates.
Proof.
  induction gates as [|g gates IH]; intros x y E; simpl; [reflexivity|]. injection E as E1 E2. f_equal; [|now apply IH].
  unfold threshold, fires. destruct (Rle_dec 0 (gate_value g x)), (Rle_dec 0 (gate_value g y)); congruence.
Qed.

(** Every Sum-of-LTF circuit that computes the number on the cube, with a constant or without, has n gates at least. *)
Theorem proposition_2_5_3_lower_printed : forall (n : nat) (c : R) (u : list R) (gates : list gate),
  (1 <= n)%nat -> length u = length gates -> reads n gates ->
  (forall x : bits, length x = n -> number n (signs x) = sum_of_thresholds c u gates (signs x)) ->
  (n <= length gates)%nat.
Proof.
  intros n c u gates _ _ _ computed. destruct (le_lt_dec n (length gates)) as [|few]; [assumption|exfalso].
  assert (bound : (length (cube n) <= length (cube (length gates)))%nat).
  { rewrite <- (map_length (fun x => firing gates (signs x)) (cube n)). apply NoDup_incl_length.
    - assert (apart : forall xs : list bits, NoDup xs -> (forall x, In x xs -> length x = n) ->
        NoDup (map (fun x => firing gates (signs x)) xs)).
      { induction xs as [|x xs IH]; simpl; intros distinct lengths; [constructor|]. inversion distinct; subst.
        constructor; [|apply IH; auto]. intros H. apply in_map_iff in H as [y [E Hy]].
        assert (x = y); [|congruence]. apply (number_injective n 0); auto.
        rewrite <- !number_is, !computed by auto. unfold sum_of_thresholds. do 2 f_equal. now apply same_firing. }
      apply apart; [apply cube_distinct | intros x Hx; now apply in_cube].
    - intros z Hz. apply in_map_iff in Hz as [x [<- _]]. apply in_cube. apply map_length. }
  rewrite !length_cube in bound. apply Nat.pow_le_mono_r_iff in bound; lia.
Qed.

(** The gate that reads one more input, of weight v. *)
Definition wider (v : R) (g : gate) : gate := Gate (v :: weights g) (bias g).

Lemma wider_value : forall v g t x, gate_value (wider v g) (t :: x) = v * t + gate_value g x.
Proof. intros v g t x. unfold gate_value, wider; simpl. ring. Qed.

Lemma one_gate_for_each_bit : forall n k, exists c u gates,
  length u = n /\ length gates = n /\ reads n gates /\
  forall x : bits, length x = n -> number_from k n (signs x) = sum_of_thresholds c u gates (signs x).
Proof.
  induction n as [|n IH]; intros k.
  - exists 0, [], []. repeat split; [constructor|]. intros x _.
    unfold number_from, sum_of_thresholds; simpl. ring.
  - destruct (IH (S k)) as [c [u [gates [Hu [Hgates [reads_n same]]]]]].
    exists (2 ^ S k / 2 + c), (2 ^ S k / 2 :: u), (Gate (1 :: repeat 0 n) 0 :: map (wider 0) gates).
    repeat split.
    + simpl. now rewrite Hu.
    + simpl. now rewrite map_length, Hgates.
    + constructor; [simpl; now rewrite repeat_length|]. apply Forall_map.
      revert reads_n. apply Forall_impl. intros g Hg. simpl. now rewrite Hg.
    + intros x Hx. destruct x as [|b x]; [discriminate|]. injection Hx as Hx. simpl signs. fold (signs x).
      rewrite number_step, (same x Hx). unfold sum_of_thresholds. simpl map. simpl dot.
      replace (threshold (Gate (1 :: repeat 0 n) 0) (sign b :: signs x)) with (sign b).
      * rewrite map_map. replace (map (fun g => threshold (wider 0 g) (sign b :: signs x)) gates)
          with (map (fun g => threshold g (signs x)) gates); [simpl pow; field|].
        apply map_ext. intros g. unfold threshold, fires. now rewrite wider_value, Rmult_0_l, Rplus_0_l.
      * unfold threshold, fires, gate_value. simpl. rewrite dot_origin_l.
        destruct b, Rle_dec as [H | H]; simpl in *; lra.
Qed.

(** n gates are needed, and n gates with a constant suffice. *)
Theorem proposition_2_5_3_lower_sharpened :
  (forall (n : nat) (c : R) (u : list R) (gates : list gate),
    (1 <= n)%nat -> length u = length gates -> reads n gates ->
    (forall x : bits, length x = n -> number n (signs x) = sum_of_thresholds c u gates (signs x)) ->
    (n <= length gates)%nat) /\
  (forall n : nat, (1 <= n)%nat -> exists c u gates, length u = n /\ length gates = n /\ reads n gates /\
    forall x : bits, length x = n -> number n (signs x) = sum_of_thresholds c u gates (signs x)).
Proof. split; [exact proposition_2_5_3_lower_printed | intros n _; exact (one_gate_for_each_bit n 0)]. Qed.

(** The number is an affine function of its bits. *)
Lemma number_affine : forall n k, exists g, length (weights g) = n /\
  forall x, length x = n -> number_from k n x = gate_value g x.
Proof.
  induction n as [|n IH]; intros k.
  - exists (Gate [] 0). split; [reflexivity|]. intros x _. unfold number_from, gate_value; simpl. ring.
  - destruct (IH (S k)) as [g [Hg same]].
    exists (wider (2 ^ S k / 2) (Gate (weights g) (2 ^ S k / 2 + bias g))). split; [simpl; now rewrite Hg|].
    intros x Hx. destruct x as [|v x]; [discriminate|]. injection Hx as Hx.
    rewrite number_step, wider_value, (same x Hx). unfold gate_value; simpl. field.
Qed.

(** Two ReLU gates compute any affine function, on all of R^n. *)
Lemma affine_by_two : forall n g, length (weights g) = n ->
  exists u gates, length u = 2%nat /\ length gates = 2%nat /\ reads n gates /\
    forall x, gate_value g x = sum_of_relus 0 u gates x.
Proof.
  intros n g Hg. exists [1; -1], [altered 1 0 g; altered (-1) 0 g]. repeat split.
  - repeat constructor; now rewrite altered_reads.
  - intros x. unfold sum_of_relus; simpl. rewrite !altered_value.
    destruct (Rle_lt_dec 0 (gate_value g x)) as [H | H].
    + rewrite (relu_nonneg (1 * _)), (relu_nonpos (-1 * _)) by lra. ring.
    + rewrite (relu_nonpos (1 * _)), (relu_nonneg (-1 * _)) by lra. ring.
Qed.

(** Two ReLU gates compute the number on the cube, and any affine function on R^n; no constant is added. *)
Theorem proposition_2_5_3_upper_printed :
  (forall n : nat, (1 <= n)%nat -> exists u gates, length u = 2%nat /\ length gates = 2%nat /\ reads n gates /\
    forall x : bits, length x = n -> number n (signs x) = sum_of_relus 0 u gates (signs x)) /\
  (forall (n : nat) (g : gate), (1 <= n)%nat -> length (weights g) = n ->
    exists u gates, length u = 2%nat /\ length gates = 2%nat /\ reads n gates /\
      forall x, length x = n -> gate_value g x = sum_of_relus 0 u gates x).
Proof.
  split.
  - intros n _. destruct (number_affine n 0) as [g [Hg same]].
    destruct (affine_by_two n g Hg) as [u [gates [Hu [Hgates [reads_n equal]]]]].
    exists u, gates. repeat split; auto. intros x Hx. rewrite <- equal. apply same. now rewrite length_signs.
  - intros n g _ Hg. destruct (affine_by_two n g Hg) as [u [gates [Hu [Hgates [reads_n equal]]]]].
    exists u, gates. repeat split; auto.
Qed.

(** One ReLU gate computes the number on the cube, where it is not negative. *)
Theorem proposition_2_5_3_upper_sharpened : forall n : nat, (1 <= n)%nat ->
  exists u gates, length u = 1%nat /\ length gates = 1%nat /\ reads n gates /\
    forall x : bits, length x = n -> number n (signs x) = sum_of_relus 0 u gates (signs x).
Proof.
  intros n _. destruct (number_affine n 0) as [g [Hg same]]. exists [1], [g]. repeat split.
  - now repeat constructor.
  - intros x Hx. unfold sum_of_relus; simpl. rewrite <- same by now rewrite length_signs.
    rewrite relu_nonneg by now apply number_bounds. rewrite number_is. ring.
Qed.
