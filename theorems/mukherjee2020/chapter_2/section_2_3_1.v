(** Section 2.3.1 of Mukherjee 2020, the comparisons with earlier work: k^3 layers against k; and the size
    k' w^(k / k'), which a network with nine units undercuts. *)

From Coq Require Import Reals Arith List Lia Lra.
From Coquelicot Require Import Rbar.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts sawtooth sawtooth_facts triangles.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_1 theorem_2_3_6.
Import ListNotations.
Open Scope R_scope.

(** With w = 2 the size in Theorem 2.3.6 for k hidden layers against k^3 is of the order of at least k 2^(k^2). *)
Theorem section_2_3_1_comparison_i_sharpened : forall (delta : R) (k : nat), 0 < delta < 1 / 4 -> (1 <= k)%nat ->
  budget 2 (k ^ 3) k delta >= (1 / 4 - delta) * INR k * 2 ^ (k ^ 2).
Proof.
  intros delta k small some. apply (le_INR 1) in some as many. simpl INR in many. unfold budget.
  replace (INR (k ^ 3) / INR k) with (INR (k ^ 2)) by (rewrite !pow_INR; field; lra).
  rewrite Rpower_pow by (simpl; lra). replace (INR 2) with 2 by (simpl; ring).
  assert (unit : 0 < / INR k <= 1).
  { split; [apply Rinv_0_lt_compat; lra|]. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  replace (1 / INR k) with (/ INR k) by (field; lra).
  assert (below : 1 - 4 * delta <= Rpower (1 - 4 * delta) (/ INR k)).
  { rewrite <- (Rpower_1 (1 - 4 * delta)) at 1 by lra. unfold Rpower.
    assert (ln (1 - 4 * delta) < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
    destruct (proj2 unit) as [less | ->]; [left; apply exp_increasing; nra | right; f_equal; ring]. }
  assert (four : Rpower 2 (1 + / INR k) <= 4).
  { replace 4 with (Rpower 2 (INR 2)) by (rewrite Rpower_pow by lra; simpl; ring). apply Rle_Rpower; simpl; lra. }
  set (D := Rpower 2 (1 + / INR k)) in *. assert (0 < D) by apply exp_pos.
  assert (tall : 0 < INR k * 2 ^ k ^ 2) by (apply Rmult_lt_0_compat; [lra | apply pow_lt; lra]).
  apply Rle_ge, Rmult_le_reg_r with D; [assumption|].
  replace (INR k * 2 ^ k ^ 2 * Rpower (1 - 4 * delta) (/ INR k) / D * D)
    with (INR k * 2 ^ k ^ 2 * Rpower (1 - 4 * delta) (/ INR k)) by (field; lra).
  apply Rle_trans with ((1 / 4 - delta) * (INR k * 2 ^ k ^ 2) * 4).
  - rewrite <- (Rmult_assoc (1 / 4 - delta)). apply Rmult_le_compat_l; [|exact four].
    rewrite Rmult_assoc. apply Rmult_le_pos; lra.
  - replace ((1 / 4 - delta) * (INR k * 2 ^ k ^ 2) * 4) with (INR k * 2 ^ k ^ 2 * (1 - 4 * delta)) by field.
    apply Rmult_le_compat_l; lra.
Qed.

(** For every fixed delta < 1/4, Theorem 2.3.6 gives networks with k^3 hidden layers and 2 k^3 units and, for networks
    with k hidden layers at the L1 distance delta from them, a size of the order of at least 2^(k^2). *)
Theorem section_2_3_1_comparison_i_printed : forall delta : R, 0 < delta < 1 / 4 -> exists c : R, 0 < c /\
  forall k : nat, (1 <= k)%nat ->
    (exists f : R -> R,
      (exists N, computes_on_line N f /\ widths N = repeat 2%nat (k ^ 3) /\ size N = (2 * k ^ 3)%nat) /\
      Rbar_lt delta (least_distance f k (budget 2 (k ^ 3) k delta))) /\
    budget 2 (k ^ 3) k delta >= c * 2 ^ (k ^ 2).
Proof.
  intros delta small. exists (1 / 4 - delta). split; [lra|]. intros k some. split.
  - assert (more : (1 <= k ^ 3)%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
    destruct (theorem_2_3_6_printed (k ^ 3) 2 more (le_n 2)) as (f & (N & computed & wide) & far).
    exists f. split; [exists N; split; [exact computed | split; [exact wide|]] | apply far; [exact small|]].
    + unfold size. rewrite wide. clear. generalize (k ^ 3)%nat as n. induction n as [|n IH]; [reflexivity|].
      change (list_sum (repeat 2%nat (S n))) with (2 + list_sum (repeat 2%nat n))%nat. lia.
    + simpl. nia.
  - pose proof (section_2_3_1_comparison_i_sharpened delta k small some) as large. apply (le_INR 1) in some.
    assert (0 < 2 ^ k ^ 2) by (apply pow_lt; lra). apply Rle_ge. apply Rge_le in large.
    apply Rle_trans with (2 := large). apply Rmult_le_compat_r; [lra|]. simpl INR in some. nra.
Qed.

(** The nodes 0, 1, 2, 4, 6, 7, and the network for the composition of their sawtooth with itself. *)
Definition five_nodes (i : nat) : R :=
  match i with 0 => 0 | 1 => 1 | 2 => 2 | 3 => 4 | 4 => 6 | _ => 7 end.

Definition nine_units : network :=
  Network
    [map (fun t => Gate [1] (- t)) [0; 1; 2; 4; 6];
     map (fun g => Gate (scale (fst g) [7; -14; 21 / 2; -7; 21 / 2]) (snd g)) [(1, -1); (1, -2); (-1, 4); (1, -6)]]
    [Gate [-14; 21 / 2; -7; 21 / 2] 28].

Lemma five_nodes_simplex : in_simplex 7 4 five_nodes.
Proof.
  split; [reflexivity | split; [reflexivity|]]. intros i le. do 5 (destruct i as [|i]; [simpl; lra|]). lia.
Qed.

Lemma five_nodes_hinges x : hinges 7 4 five_nodes x =
  7 * relu (x - 0) - 14 * relu (x - 1) + 21 / 2 * relu (x - 2) - 7 * relu (x - 4) + 21 / 2 * relu (x - 6).
Proof. unfold hinges. cbn [sum_f_R0 hinge]. unfold sawtooth_facts.rate, level. simpl. field. Qed.

Lemma relu_cases t : t <= 0 /\ relu t = 0 \/ 0 <= t /\ relu t = t.
Proof. unfold relu, Rmax. destruct (Rle_dec 0 t); lra. Qed.

Lemma five_nodes_positive x : 0 <= hinges 7 4 five_nodes x.
Proof.
  rewrite five_nodes_hinges. destruct (relu_cases (x - 0)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 1)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 2)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 4)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 6)) as [[? ->] | [? ->]]; lra.
Qed.

Lemma nine_units_compute : computes_on_line nine_units (composition (fun _ => hinges 7 4 five_nodes) 2).
Proof.
  split; [repeat constructor; discriminate|]. intros x. cbn [composition].
  pose proof (five_nodes_positive x) as positive.
  set (u := hinges 7 4 five_nodes x) in *. rewrite (five_nodes_hinges u).
  assert (first : affine (map (fun t => Gate [1] (- t)) [0; 1; 2; 4; 6]) [x] = map (fun t => x - t) [0; 1; 2; 4; 6]).
  { unfold affine. rewrite map_map. apply map_ext. intros t. rewrite gate_value_on_line. ring. }
  assert (inner : dot [7; -14; 21 / 2; -7; 21 / 2] (map relu (map (fun t => x - t) [0; 1; 2; 4; 6])) = u)
    by (unfold u; rewrite five_nodes_hinges; simpl; ring).
  assert (second : forall gates, affine (map (fun g => Gate (scale (fst g) [7; -14; 21 / 2; -7; 21 / 2]) (snd g)) gates)
    (map relu (map (fun t => x - t) [0; 1; 2; 4; 6])) = map (fun g => fst g * u + snd g) gates).
  { intros gates. unfold affine. rewrite map_map. apply map_ext. intros g. unfold gate_value. cbn [weights bias].
    now rewrite dot_scale_l, inner. }
  unfold evaluate, nine_units. cbn [hidden output activations]. rewrite first, second.
  unfold affine, gate_value. cbn [map weights bias dot fst snd]. f_equal.
  replace (1 * u + -1) with (u - 1) by ring. replace (1 * u + -2) with (u - 2) by ring.
  replace (1 * u + -6) with (u - 6) by ring. replace (-1 * u + 4) with (- (u - 4)) by ring.
  pose proof (relu_split (u - 4)). rewrite (relu_nonneg (u - 0)) by lra. lra.
Qed.

(** Not every hard function needs k' w^(k / k') units in a network with k' <= k hidden layers: nine units do for one
    with k = k' = 2 and w = 5. *)
Theorem section_2_3_1_comparison_ii_printed_refuted :
  ~ (forall (w k : nat) (f : R -> R) (k' : nat) (N : network),
      (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> (1 <= k' <= k)%nat -> computes_on_line N f ->
      depth N = (k' + 1)%nat -> INR k' * Rpower (INR w) (INR k / INR k') <= INR (size N)).
Proof.
  intros claimed.
  specialize (claimed 5%nat 2%nat (composition (fun _ => hinges 7 4 five_nodes) 2) 2%nat nine_units).
  assert (is_hard : hard 5 2 (composition (fun _ => hinges 7 4 five_nodes) 2)).
  { exists 7, (fun _ => five_nodes), (fun _ => hinges 7 4 five_nodes). split; [lra | split; [|reflexivity]].
    intros j _. split; [exact five_nodes_simplex | apply sawtooth_exists, five_nodes_simplex]. }
  specialize (claimed ltac:(lia) ltac:(lia) is_hard ltac:(lia) nine_units_compute eq_refl).
  replace (INR 2 / INR 2) with 1 in claimed by (simpl; field). rewrite Rpower_1 in claimed by (simpl; lra).
  change (size nine_units) with 9%nat in claimed. simpl in claimed. lra.
Qed.

(** It needs k' ((w^k + 1)^(1 / k') - 1). *)
Theorem section_2_3_1_comparison_ii_repaired : forall (w k : nat) (f : R -> R) (k' : nat) (N : network),
  (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> (1 <= k' <= k)%nat -> computes_on_line N f ->
  depth N = (k' + 1)%nat -> INR k' * (Rpower (INR w ^ k + 1) (/ INR k') - 1) <= INR (size N).
Proof.
  intros w k f k' N two some is_hard between computed deep.
  apply (theorem_2_3_1_sharp_printed w k f k' N); auto. lia.
Qed.
