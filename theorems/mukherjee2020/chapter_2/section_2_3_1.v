(** Section 2.3.1 of Mukherjee 2020, the comparisons with earlier work: k^3 layers against k; and the size
    k' w^(k / k'), which nine units undercut for a function of the family in the proof of Theorem 2.3.1, and which
    another family needs for all w >= 3. *)

From Coq Require Import Reals List Lia Lra.
From Coquelicot Require Import Rbar.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts piecewise_facts sawtooth.
From Marginalia.formal Require Import sawtooth_facts triangles hinge_networks_facts means_facts lists_facts.
From Marginalia.formal Require Import five_nodes_facts open_sawtooths_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 lemma_2_a_6 theorem_2_3_1 theorem_2_3_6.
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
    + unfold size. now rewrite wide, list_sum_repeat.
    + simpl. nia.
  - pose proof (section_2_3_1_comparison_i_sharpened delta k small some) as large. apply (le_INR 1) in some.
    assert (0 < 2 ^ k ^ 2) by (apply pow_lt; lra). apply Rle_ge. apply Rge_le in large.
    apply Rle_trans with (2 := large). apply Rmult_le_compat_r; [lra|]. simpl INR in some. nra.
Qed.

(** The network for the composition of the sawtooth of five_nodes with itself. *)
Definition nine_units : network :=
  Network
    [map (fun t => Gate [1] (- t)) [0; 1; 2; 4; 6];
     map (fun g => Gate (scale (fst g) [7; -14; 21 / 2; -7; 21 / 2]) (snd g)) [(1, -1); (1, -2); (-1, 4); (1, -6)]]
    [Gate [-14; 21 / 2; -7; 21 / 2] 28].

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

(** Not every function of the family in the proof of Theorem 2.3.1 needs k' w^(k / k') units in a network with k' <= k
    hidden layers: nine do for one with k = k' = 2 and w = 5. The text names no family, and that of the lemma
    [existence_for_three_or_more] below satisfies the bound. *)
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

(** A composition of k sawtooths with w - 1 nodes each needs at least k' ((w^k + 1)^(1 / k') - 1) units in a network
    with k' <= k hidden layers. This is the first half of Theorem 2.3.1's sharp bound, which needs no k' <= k. *)
Theorem section_2_3_1_comparison_ii_repaired : forall (w k : nat) (f : R -> R) (k' : nat) (N : network),
  (2 <= w)%nat -> (1 <= k)%nat -> hard w k f -> (1 <= k' <= k)%nat -> computes_on_line N f ->
  depth N = (k' + 1)%nat -> INR k' * (Rpower (INR w ^ k + 1) (/ INR k') - 1) <= INR (size N).
Proof.
  intros w k f k' N two some is_hard between computed deep.
  apply (theorem_2_3_1_sharp_printed w k f k' N); auto. lia.
Qed.

(** ** Another family needs k' w^(k / k') units, where w >= 3: w units make w + 1 laps, the third looking to the left *)

Definition side (i : nat) : R := if Nat.eqb i 3 then -1 else 1.

Definition turned_network (M : R) (w : nat) (b : nat -> R) : network :=
  Network [map (fun i => Gate [side i] (- (side i * b i))) (seq 1 w)]
    [Gate (map (hinge M b) (seq 1 w)) (hinge M b 0 * b 3%nat)].

Lemma turned_sum M w b x : (3 <= w)%nat ->
  sum_f_R0 (fun i => hinge M b i * relu (side i * x + - (side i * b i))) w =
  hinges M w b x - hinge M b 3 * (x - b 3%nat).
Proof.
  assert (straight : forall i, i <> 3%nat -> relu (side i * x + - (side i * b i)) = relu (x - b i)).
  { intros i other. unfold side. rewrite (proj2 (Nat.eqb_neq i 3) other). f_equal. ring. }
  unfold hinges. induction 1 as [|w wide IH]; cbn [sum_f_R0].
  - rewrite !straight by lia. change (side 3) with (-1).
    replace (-1 * x + - (-1 * b 3%nat)) with (- (x - b 3%nat)) by ring. pose proof (relu_split (x - b 3%nat)). nra.
  - rewrite IH, straight by lia. ring.
Qed.

Lemma turned_network_computes M w b : (3 <= w)%nat -> in_simplex M w b -> hinge M b 3 = - hinge M b 0 ->
  computes_on_line (turned_network M w b) (open_sawtooth M w b).
Proof.
  intros wide simplex balance. split.
  - apply from_to_one_layer; [destruct w; [lia | discriminate] | apply Forall_map, Forall_forall; reflexivity|].
    cbn [weights]. now rewrite !map_length.
  - intros x. unfold turned_network. rewrite evaluate_one_layer. f_equal.
    rewrite map_map, (map_ext _ _ (fun i => f_equal relu (gate_value_on_line (side i) (- (side i * b i)) x))).
    pose proof (dot_map_seq (hinge M b) (fun i => relu (side i * x + - (side i * b i))) w) as whole.
    cbv beta in whole. rewrite turned_sum in whole by exact wide. cbn [seq map dot] in whole.
    change (side 0) with 1 in whole. pose proof simplex as (zero & _). rewrite zero in whole.
    replace (1 * x + - (1 * 0)) with x in whole by ring.
    unfold open_sawtooth. destruct (Rle_dec 0 x) as [right | left].
    + rewrite (relu_nonneg x) in whole by exact right. rewrite balance in whole. lra.
    + rewrite (relu_nonpos x), (hinges_left M w b x simplex) in whole by lra.
      replace (line_through 0 0 (b 1%nat) M x) with (hinge M b 0 * x); [rewrite balance in whole; lra|].
      unfold line_through. cbn [hinge]. unfold sawtooth_facts.rate. rewrite zero.
      change (level 0) with 0. change (level 1) with 1. unfold Rdiv. ring.
Qed.

(** The nodes of w laps make those of w + 1: a lap in front, its slope in magnitude the sum of those of the laps 2 and
    3, that is, of the given laps 1 and 2; then all are scaled to [0, M]. *)
Definition front (a : nat -> R) : R := / (/ (a 2%nat - a 1%nat) + / (a 3%nat - a 2%nat)).

Definition with_front (M : R) (a : nat -> R) (i : nat) : R :=
  match i with
  | O => 0
  | S i' => M * (front a + a i') / (M + front a)
  end.

Lemma front_positive M w a : (3 <= w)%nat -> in_simplex M (w - 1) a ->
  0 < a 2%nat - a 1%nat /\ 0 < a 3%nat - a 2%nat /\ 0 < front a.
Proof.
  intros wide (_ & _ & up). pose proof (up 1%nat ltac:(lia)). pose proof (up 2%nat ltac:(lia)).
  split; [lra | split; [lra|]]. apply Rinv_0_lt_compat, Rplus_lt_0_compat; apply Rinv_0_lt_compat; lra.
Qed.

Lemma with_front_simplex M w a : 0 < M -> (3 <= w)%nat -> in_simplex M (w - 1) a -> in_simplex M w (with_front M a).
Proof.
  intros positive wide simplex. destruct (front_positive M w a wide simplex) as (_ & _ & some).
  destruct simplex as (zero & last & up). replace (S (w - 1)) with w in last by lia.
  split; [reflexivity | split; [cbn; rewrite last; field; lra|]].
  intros [|i] le; cbn [with_front].
  - rewrite zero, Rplus_0_r. apply Rdiv_lt_0_compat; [now apply Rmult_lt_0_compat | lra].
  - apply Rmult_lt_compat_r; [apply Rinv_0_lt_compat; lra|]. apply Rmult_lt_compat_l; [exact positive|].
    specialize (up i ltac:(lia)). lra.
Qed.

Lemma with_front_balance M w a : 0 < M -> (3 <= w)%nat -> in_simplex M (w - 1) a ->
  hinge M (with_front M a) 3 = - hinge M (with_front M a) 0.
Proof.
  intros positive wide simplex. destruct (front_positive M w a wide simplex) as (second & third & some).
  destruct simplex as (zero & _). cbn [hinge]. unfold sawtooth_facts.rate. cbn [with_front]. rewrite zero.
  change (level 0) with 0. change (level 1) with 1. change (level 2) with 0. change (level 3) with 1.
  change (level 4) with 0. set (g := front a) in *.
  assert (E : / g = / (a 2%nat - a 1%nat) + / (a 3%nat - a 2%nat)) by apply Rinv_inv.
  assert (lap : forall t u v, 0 < u - v ->
    t / (M * (g + u) / (M + g) - M * (g + v) / (M + g)) = t * (M + g) / M * / (u - v)).
  { intros t u v up. replace (M * (g + u) / (M + g) - M * (g + v) / (M + g)) with (M * (u - v) / (M + g))
      by (field; lra). field. lra. }
  rewrite !lap by lra. replace (M * (1 - 0) / (M * (g + 0) / (M + g) - 0)) with ((M + g) * / g) by (field; lra).
  rewrite E. field. lra.
Qed.

(** The nodes determine those that they are made from. *)
Lemma with_front_injective M w a b : 0 < M -> (3 <= w)%nat -> in_simplex M (w - 1) a -> in_simplex M (w - 1) b ->
  (forall i, (1 <= i <= w)%nat -> with_front M a i = with_front M b i) ->
  forall i, (1 <= i <= w - 1)%nat -> a i = b i.
Proof.
  intros positive wide simplex simplex' same i between.
  destruct (front_positive M w a wide simplex) as (_ & _ & some).
  destruct (front_positive M w b wide simplex') as (_ & _ & some').
  destruct simplex as (zero & _), simplex' as (zero' & _).
  pose proof (same 1%nat ltac:(lia)) as first. pose proof (same (S i) ltac:(lia)) as at_.
  cbn [with_front] in first, at_.
  rewrite zero, zero' in first. set (g := front a) in *. set (g' := front b) in *.
  assert (cross : forall u v, M * u / (M + g) = M * v / (M + g') -> u * (M + g') = v * (M + g)).
  { intros u v E. apply (Rmult_eq_reg_l M); [|lra].
    replace (M * (u * (M + g'))) with (M * u / (M + g) * ((M + g) * (M + g'))) by (field; lra).
    rewrite E. field. lra. }
  apply cross in first, at_. assert (equal : g = g') by (apply (Rmult_eq_reg_r M); lra).
  apply (Rmult_eq_reg_r (M + g)); [|lra]. rewrite equal in *. lra.
Qed.

Lemma power_and_one w k k' : (1 <= w)%nat -> (1 <= k' <= k)%nat ->
  Rpower (INR w) (INR k / INR k') + 1 <= Rpower (INR (S w)) (INR k / INR k').
Proof.
  intros wide between. assert (0 < INR k') by (apply lt_0_INR; lia). apply (le_INR 1) in wide. simpl (INR 1) in wide.
  assert (long : 0 <= INR k / INR k' - 1).
  { replace (INR k / INR k' - 1) with ((INR k - INR k') * / INR k') by (field; lra).
    apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat]. assert (INR k' <= INR k) by (apply le_INR; lia). lra. }
  replace (INR k / INR k') with (1 + (INR k / INR k' - 1)) by ring. rewrite S_INR.
  set (t := INR k / INR k' - 1) in *. rewrite !Rpower_plus, !Rpower_1 by lra.
  assert (1 <= Rpower (INR w) t).
  { rewrite <- (Rpower_O (INR w)) by lra. destruct (Req_dec (INR w) 1) as [-> | more].
    - unfold Rpower. rewrite ln_1, !Rmult_0_r. apply Rle_refl.
    - apply Rle_Rpower; lra. }
  assert (Rpower (INR w) t <= Rpower (INR w + 1) t) by (apply Rle_Rpower_l; lra). nra.
Qed.

(** For all w >= 3, k >= 1 and every point (M, a) of (2.2) there is a function F M a that is computed by a network of
    depth k + 1 and width w, and by none of depth k' + 1 <= k + 1 and size below k' w^(k / k'); different points have
    different functions. (For w = 2 the same is not known to us: two units do not make three full laps.) *)
Lemma existence_for_three_or_more : forall w k : nat, (3 <= w)%nat -> (1 <= k)%nat ->
  exists F : R -> (nat -> nat -> R) -> R -> R,
    (forall (M : R) (a : nat -> nat -> R), 0 < M -> (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
      (exists N, computes_on_line N (F M a) /\ depth N = (k + 1)%nat /\ widths N = repeat w k) /\
      forall (k' : nat) (N : network),
        (1 <= k' <= k)%nat -> computes_on_line N (F M a) -> depth N = (k' + 1)%nat ->
        INR k' * Rpower (INR w) (INR k / INR k') <= INR (size N)) /\
    (forall (M N : R) (a b : nat -> nat -> R), 0 < M -> 0 < N ->
      (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
      (forall j, (1 <= j <= k)%nat -> in_simplex N (w - 1) (b j)) ->
      (forall x, F M a x = F N b x) ->
      M = N /\ forall j i, (1 <= j <= k)%nat -> (1 <= i <= w - 1)%nat -> a j i = b j i).
Proof.
  intros w k wide deep. exists (fun M a => composition (fun j => open_sawtooth M w (with_front M (a j))) k). split.
  - intros M a positive given.
    assert (simplex : forall j, (1 <= j <= k)%nat -> in_simplex M w (with_front M (a j)))
      by (intros; apply with_front_simplex; auto).
    split.
    + destruct (composition_width w (fun j => open_sawtooth M w (with_front M (a j))) k deep) as (N & C & W).
      { intros j inside. exists (turned_network M w (with_front M (a j))). split.
        - apply turned_network_computes; auto. apply (with_front_balance M w); auto.
        - unfold turned_network, widths. cbn [hidden map]. now rewrite map_length, seq_length. }
      exists N. split; [exact C | split; [|exact W]]. rewrite depth_widths, W, repeat_length. lia.
    + intros k' N between C D. rewrite Nat.add_1_r in D.
      destruct (open_composition M (S w) (fun j => with_front M (a j)) k positive ltac:(lia) deep) as [t whole].
      { replace (S w - 1)%nat with w by lia. exact simplex. }
      replace (S w - 1)%nat with w in whole by lia.
      apply open_pieces in whole; [|exact positive | apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia].
      destruct (lemma_2_a_6_sharpened N _ k' C ltac:(lia) D) as (m & few & exactly).
      rewrite (pieces_unique _ _ _ exactly whole) in few. apply le_INR in few. rewrite pow_INR in few.
      assert (long : length (widths N) = k') by (unfold depth in D; unfold widths, layer in *; rewrite map_length; lia).
      pose proof (size_of_product N k' (INR (S w) ^ k) ltac:(lia) long ltac:(apply pow_lt, lt_0_INR; lia) few) as large.
      rewrite power_of_root in large by lia. apply Rle_trans with (2 := large).
      apply Rmult_le_compat_l; [apply pos_INR|]. pose proof (power_and_one w k k' ltac:(lia) between). lra.
  - intros M N a b posM posN given given' same.
    assert (simplex : forall j, (1 <= j <= k)%nat -> in_simplex M w (with_front M (a j)))
      by (intros; apply with_front_simplex; auto).
    assert (simplex' : forall j, (1 <= j <= k)%nat -> in_simplex N w (with_front N (b j)))
      by (intros; apply with_front_simplex; auto).
    assert (saws : forall j, (1 <= j <= k)%nat -> in_simplex M (S w - 1) (with_front M (a j)) /\
      is_sawtooth M (S w - 1) (with_front M (a j)) (hinges M w (with_front M (a j)))).
    { replace (S w - 1)%nat with w by lia. intros j inside. split; [|apply sawtooth_exists]; now apply simplex. }
    assert (saws' : forall j, (1 <= j <= k)%nat -> in_simplex N (S w - 1) (with_front N (b j)) /\
      is_sawtooth N (S w - 1) (with_front N (b j)) (hinges N w (with_front N (b j)))).
    { replace (S w - 1)%nat with w by lia. intros j inside. split; [|apply sawtooth_exists]; now apply simplex'. }
    destruct (theorem_2_3_2_distinct_parameters_sharpened (S w) k M N _ _ _ _ ltac:(lia) deep posM posN saws saws')
      as [<- nodes].
    { intros x ge le le'.
      rewrite <- (proj1 (open_agrees M (S w) k _ _ x posM ltac:(lia) saws ltac:(lra))).
      rewrite <- (proj1 (open_agrees N (S w) k _ _ x posN ltac:(lia) saws' ltac:(lra))).
      replace (S w - 1)%nat with w by lia. apply same. }
    split; [reflexivity|]. intros j i inside.
    apply (with_front_injective M w); auto. intros l between. apply nodes; [exact inside | lia].
Qed.
