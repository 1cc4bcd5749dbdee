(** Corollary 2.3.3 of Mukherjee 2020: networks with K = k^(1 + eps) and with k hidden layers for the compositions of K
    sawtooths with k - 1 nodes each, where K is an integer; and for larger K, with the exponent k^eps in place of eps.
    For k = 1 these sawtooths have no nodes, and are max(0, x). And the number of the parameters. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import networks sawtooth hinge_networks_facts networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_1.
Open Scope R_scope.

Lemma power_of_one t : Rpower 1 t = 1.
Proof. unfold Rpower. now rewrite ln_1, Rmult_0_r, exp_0. Qed.

(** For all k >= 1, eps > 0 and K >= k^(1 + eps) such functions exist, and each is computed by a network with K hidden
    layers and k K units, while one with k hidden layers that computes it has at least k k^(k^eps) / 2 units. *)
Theorem corollary_2_3_3_sharpened : forall (k : nat) (eps : R) (K : nat),
  (1 <= k)%nat -> 0 < eps -> Rpower (INR k) (1 + eps) <= INR K ->
  (exists f, hard k K f) /\
  forall f, hard k K f ->
    (exists N, computes_on_line N f /\ depth N = (K + 1)%nat /\ size N = (k * K)%nat) /\
    forall N, computes_on_line N f -> depth N = (k + 1)%nat ->
      / 2 * INR k * Rpower (INR k) (Rpower (INR k) eps) <= INR (size N).
Proof.
  intros k eps K some _ enough. split; [apply hard_function|]. intros f is_hard.
  assert (0 < INR k) by (apply lt_0_INR; lia).
  assert (more : (1 <= K)%nat).
  { destruct K; [|lia]. pose proof (exp_pos ((1 + eps) * ln (INR k))). unfold Rpower in enough. simpl in enough. lra. }
  split; [now apply hard_computed|]. intros N computed deep. destruct (Nat.eq_dec k 1) as [-> | ?].
  - pose proof (le_INR _ _ (size_positive N f 1 computed some deep)). simpl in *. rewrite !power_of_one. lra.
  - pose proof (theorem_2_3_1_sharpened k K f k N ltac:(lia) more is_hard some computed deep) as large.
    apply Rle_trans with (2 := large). apply Rmult_le_compat_l; [lra|]. apply Rle_Rpower; [apply (le_INR 1), some|].
    rewrite Rpower_plus, Rpower_1 in enough by assumption.
    apply Rmult_le_reg_l with (INR k); [assumption|]. replace (INR k * (INR K / INR k)) with (INR K) by (field; lra).
    exact enough.
Qed.

(** k^eps >= eps. *)
Lemma power_above_exponent : forall k eps, (2 <= k)%nat -> 0 < eps -> eps <= Rpower (INR k) eps.
Proof.
  intros k eps two positive. apply (le_INR 2) in two. simpl in two.
  assert (half : / 2 < ln (INR k)).
  { apply Rlt_le_trans with (1 := ln_lt_2). destruct two as [less | same]; [left; apply ln_increasing; lra|].
    right. f_equal. lra. }
  unfold Rpower. set (t := eps * ln (INR k)). assert (eps <= 2 * t) by (unfold t; nra).
  pose proof (exp_ineq1_le (t / 2)) as tangent.
  replace (exp t) with (exp (t / 2) * exp (t / 2)) by (rewrite <- exp_plus; f_equal; field).
  set (E := exp (t / 2)) in *. pose proof (Rle_0_sqr (1 - t / 2)) as square. unfold Rsqr in square.
  assert (0 <= (E - (1 + t / 2)) * (E + (1 + t / 2))) by (apply Rmult_le_pos; lra). lra.
Qed.

(** For all k >= 1 and eps > 0 for which K = k^(1 + eps) is an integer such functions exist, and each is computed by a
    network with K hidden layers and k^(2 + eps) units, while one with k hidden layers that computes it has at least
    k k^eps / 2 - 1 units. *)
Theorem corollary_2_3_3_printed : forall (k : nat) (eps : R) (K : nat),
  (1 <= k)%nat -> 0 < eps -> INR K = Rpower (INR k) (1 + eps) ->
  (exists f, hard k K f) /\
  forall f, hard k K f ->
    (exists N, computes_on_line N f /\ depth N = (K + 1)%nat /\ INR (size N) = Rpower (INR k) (2 + eps)) /\
    forall N, computes_on_line N f -> depth N = (k + 1)%nat ->
      / 2 * INR k * Rpower (INR k) eps - 1 <= INR (size N).
Proof.
  intros k eps K some positive layers. assert (0 < INR k) by (apply lt_0_INR; lia).
  destruct (corollary_2_3_3_sharpened k eps K some positive) as [family members]; [lra|].
  split; [exact family|]. intros f is_hard. destruct (members f is_hard) as [deeper shallower]. split.
  - destruct deeper as (N & computed & deep & units). exists N. split; [exact computed | split; [exact deep|]].
    rewrite units, mult_INR, layers. replace (2 + eps) with (1 + (1 + eps)) by ring.
    now rewrite (Rpower_plus 1 (1 + eps)), Rpower_1.
  - intros N computed deep. specialize (shallower N computed deep).
    enough (lower : Rpower (INR k) eps <= Rpower (INR k) (Rpower (INR k) eps)).
    { apply Rmult_le_compat_l with (r := / 2 * INR k) in lower; lra. }
    destruct (Nat.eq_dec k 1) as [-> | ?]; [simpl; rewrite !power_of_one; lra|].
    apply Rle_Rpower; [apply (le_INR 1), some | apply power_above_exponent; [lia | exact positive]].
Qed.

(** The parameters besides M: the nodes of K sawtooths with p nodes each. *)
Definition nodes (p K : nat) (a : nat -> nat -> R) : list R := flat_map (fun j => map (a j) (seq 1 p)) (seq 1 K).

Lemma length_nodes p K a : length (nodes p K a) = (p * K)%nat.
Proof.
  unfold nodes. generalize 1%nat at 2. induction K as [|K IH]; intros j; [simpl; lia|].
  cbn [seq flat_map]. rewrite app_length, map_length, seq_length, IH. lia.
Qed.

(** Besides M the family has not always k^(2 + eps) - 1 parameters: for k = 2 and eps = 1 it has 4. *)
Theorem corollary_2_3_3_dimension_printed_refuted :
  ~ (forall (k : nat) (eps : R) (K : nat) (a : nat -> nat -> R),
      (2 <= k)%nat -> 0 < eps -> INR K = Rpower (INR k) (1 + eps) ->
      INR (length (nodes (k - 1) K a)) = Rpower (INR k) (2 + eps) - 1).
Proof.
  intros claimed. assert (power : forall n, Rpower (INR 2) (INR n) = 2 ^ n).
  { intros n. rewrite Rpower_pow; [reflexivity | apply lt_0_INR; lia]. }
  specialize (claimed 2%nat 1 4%nat (fun _ _ => 0) (le_n 2) Rlt_0_1).
  rewrite length_nodes in claimed. replace (1 + 1) with (INR 2) in claimed by (simpl; ring).
  replace (2 + 1) with (INR 3) in claimed by (simpl; ring). rewrite !power in claimed.
  simpl in claimed. lra.
Qed.

(** Besides M it has k^(2 + eps) - k^(1 + eps) parameters. *)
Theorem corollary_2_3_3_dimension_repaired : forall (k : nat) (eps : R) (K : nat) (a : nat -> nat -> R),
  (1 <= k)%nat -> 0 < eps -> INR K = Rpower (INR k) (1 + eps) ->
  INR (length (nodes (k - 1) K a)) = Rpower (INR k) (2 + eps) - Rpower (INR k) (1 + eps).
Proof.
  intros k eps K a some _ layers. assert (0 < INR k) by (apply lt_0_INR; lia).
  rewrite length_nodes, mult_INR, minus_INR, layers by exact some.
  replace (2 + eps) with (1 + (1 + eps)) by ring. rewrite (Rpower_plus 1 (1 + eps)), Rpower_1 by assumption.
  simpl. ring.
Qed.
