(** Theorem 2.3.2 of Mukherjee 2020: the hard functions have w^k pieces on [0, M], but more on the line; networks of
    width w compute them; and different parameters give different ones. *)

From Coq Require Import Reals Arith List Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts piecewise piecewise_facts sawtooth sawtooth_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import definition_5 lemma_2_3_5.
Import ListNotations.
Open Scope R_scope.

(** Not all compositions of k sawtooths with w - 1 nodes have w^k pieces: with w = 2 and k = 1, a tent has 3. *)
Theorem theorem_2_3_2_pieces_printed_refuted :
  ~ (forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
      0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
      (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
      has_pieces (composition h k) (w ^ k)).
Proof.
  intros claimed. set (a := fun i : nat => INR i / 2).
  assert (simplex : in_simplex 1 1 a).
  { unfold a. split; [cbn; lra | split; [cbn; lra|]]. intros i _. rewrite S_INR. lra. }
  pose proof (sawtooth_exists 1 1 a simplex) as tent.
  assert (two : has_pieces (hinges 1 1 a) 2)
    by (apply (claimed 1 2%nat 1%nat (fun _ => a) (fun _ => hinges 1 1 a)); auto; lra || lia).
  destruct (definition_5_printed 1 1 a (hinges 1 1 a)) as [three _]; auto; [lra|].
  pose proof (pieces_unique _ _ _ two three). lia.
Qed.

(** The composition of k sawtooths with w - 1 nodes each has w^k pieces on [0, M], each with minimum 0 and maximum M,
    and one or two more on the line. *)
Theorem theorem_2_3_2_pieces_repaired :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    has_full_pieces (composition h k) (w ^ k) M /\
    exists r, (w ^ k + 1 <= r <= w ^ k + 2)%nat /\ has_pieces (composition h k) r.
Proof.
  intros M w k a h positive two some given.
  destruct (lemma_2_3_5_printed M (w - 1) k a h) as (_ & full); auto; [lia|].
  destruct (lemma_2_3_5_sharpened M (w - 1) k a h) as [more fewer]; auto; [lia|].
  replace (w - 1 + 1)%nat with w in * by lia. split; [exact full|].
  destruct (Nat.Even_or_Odd (w - 1)) as [even | odd].
  - exists (w ^ k + 1)%nat. split; [lia|]. apply fewer. intros [odd _]. now apply (Nat.Even_Odd_False (w - 1)).
  - destruct (le_dec 2 k).
    + exists (w ^ k + 2)%nat. split; [lia|]. now apply more.
    + exists (w ^ k + 1)%nat. split; [lia|]. apply fewer. now intros [_ ?].
Qed.

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

(** The composition of k sawtooths with w - 1 nodes each is computed by a network with k hidden layers of exactly w
    units each, so of depth k + 1 and size w k. *)
Theorem theorem_2_3_2_width_printed :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    exists N : network,
      computes_on_line N (composition h k) /\
      widths N = repeat w k /\ depth N = (k + 1)%nat /\ size N = (w * k)%nat.
Proof.
  intros M w k a h _ two _ given. set (p := (w - 1)%nat) in *. exists (hinge_network M p k a).
  assert (W : widths (hinge_network M p k a) = repeat w k).
  { unfold widths, hinge_network. cbn [hidden]. rewrite map_map. generalize 0%nat. clear given.
    induction k as [|k IH]; intros j; [reflexivity|]. cbn [seq map repeat].
    rewrite IH. f_equal. unfold hinge_layer. rewrite map_length, seq_length. lia. }
  split; [|split; [exact W | split]].
  - split; [split; [apply (hinge_layers_fit M p a k 0) | reflexivity]|].
    intros x. unfold evaluate, hinge_network, affine, gate_value. cbn [hidden output map weights bias].
    rewrite (hinge_layers_compute _ _ _ _ _ _ given). f_equal. ring.
  - unfold depth, hinge_network. cbn [hidden]. rewrite map_length, seq_length. lia.
  - unfold size. rewrite W. clear. induction k as [|k IH]; [cbn; lia|].
    change (list_sum (repeat w (S k))) with (w + list_sum (repeat w k))%nat. rewrite IH. lia.
Qed.

(** A zigzag with two laps or more shows its height, *)
Lemma height_not_less M N m n t s f g : 0 < M -> (2 <= m)%nat -> (1 <= n)%nat -> zigzag M m t f -> zigzag N n s g ->
  (forall x, 0 <= x <= M -> x <= N -> f x = g x) -> N <= M.
Proof.
  intros positive two some whole other agree. apply Rnot_lt_le. intros less.
  pose proof (zigzag_value _ _ _ _ whole ltac:(lia)) as values.
  pose proof (zigzag_value _ _ _ _ other ltac:(lia) 1%nat ltac:(lia)) as top.
  pose proof (zigzag_up _ _ _ _ whole 2 m ltac:(lia)) as within.
  pose proof (fun x => zigzag_place _ _ _ _ x whole ltac:(lia)) as place.
  pose proof (lap_within _ _ _ _ positive whole) as bounds.
  destruct whole as (t0 & tm & inner), other as (s0 & _ & outer).
  destruct (inner 0%nat ltac:(lia)) as [up _], (inner 1%nat ltac:(lia)) as [up' _].
  destruct (outer 0%nat ltac:(lia)) as [rise line]. rewrite t0, s0, tm in *.
  change (level 1) with 1 in *. change (level 0) with 0 in *.
  destruct (Rle_dec (s 1%nat) M) as [low | high].
  - destruct (place (s 1%nat) ltac:(lra)) as (i & lt & at_).
    specialize (bounds i _ lt at_). rewrite agree in bounds by lra. lra.
  - pose proof (values 2%nat ltac:(lia)) as zero. change (level 2) with 0 in zero.
    rewrite agree, line in zero by lra. unfold line_through in zero.
    assert (E : N * t 2%nat = 0).
    { replace (N * t 2%nat) with ((N * 0 + (N * 1 - N * 0) * (t 2%nat - 0) / (s 1%nat - 0)) * s 1%nat) by (field; lra).
      rewrite zero. ring. }
    nra.
Qed.

(** and its cuts. *)
Lemma cuts_not_less M n t s f g : 0 < M -> zigzag M n t f -> zigzag M n s g ->
  (forall x, 0 <= x <= M -> f x = g x) -> forall i, (i < n)%nat -> t i = s i -> s (S i) <= t (S i).
Proof.
  intros positive whole other agree i lt same. apply Rnot_lt_le. intros less.
  pose proof (zigzag_value _ _ _ _ whole ltac:(lia) (S i) lt) as value.
  pose proof (zigzag_up _ _ _ _ whole 0 (S i) ltac:(lia)) as low.
  pose proof (zigzag_up _ _ _ _ whole (S i) n ltac:(lia)) as high.
  destruct whole as (t0 & tn & inner), other as (_ & _ & outer). rewrite t0, tn in *.
  destruct (inner i lt) as [up _], (outer i lt) as [rise line].
  rewrite agree, line in value by lra. unfold line_through in value.
  assert (E : (M * level (S i) - M * level i) * (t (S i) - s (S i)) = 0).
  { replace ((M * level (S i) - M * level i) * (t (S i) - s (S i))) with
      ((M * level i + (M * level (S i) - M * level i) * (t (S i) - s i) / (s (S i) - s i) - M * level (S i)) *
       (s (S i) - s i)) by (field; lra).
    rewrite value. ring. }
  rewrite level_S in E. destruct (level_or i) as [L | L]; rewrite L in E; nra.
Qed.

Lemma same_cuts M n t s f g : 0 < M -> zigzag M n t f -> zigzag M n s g ->
  (forall x, 0 <= x <= M -> f x = g x) -> forall i, (i <= n)%nat -> t i = s i.
Proof.
  intros positive whole other agree. induction i as [|i IH]; intros le.
  - destruct whole as (-> & _), other as (-> & _). reflexivity.
  - apply Rle_antisym.
    + apply (cuts_not_less M n s t g f); auto; [|now symmetry; apply IH; lia]. intros. now symmetry; apply agree.
    + apply (cuts_not_less M n t s f g); auto with arith.
Qed.

(** The cuts of a composition show the nodes: every (p + 1)-th is a cut of the first k - 1 sawtooths. *)
Lemma same_nodes M p k a b g h : 0 < M -> sawtooths M p k a h -> sawtooths M p k b g ->
  (forall n, (n <= laps p k)%nat -> lap_cuts M p a k n = lap_cuts M p b k n) ->
  forall j i, (1 <= j <= k)%nat -> (i <= p j)%nat -> a j i = b j i.
Proof.
  intros positive. induction k as [|k IH]; intros one other same j i between le; [lia|].
  assert (one' : sawtooths M p k a h) by (intros l ?; apply one; lia).
  assert (other' : sawtooths M p k b g) by (intros l ?; apply other; lia).
  pose proof (one (S k) ltac:(lia)) as [(a0 & aq & _) _]. pose proof (other (S k) ltac:(lia)) as [(b0 & bq & _) _].
  cbn [laps lap_cuts] in same. set (q := p (S k)) in *. rewrite <- (Nat.add_1_r q) in aq, bq.
  set (t := lap_cuts M p a k) in *. set (s := lap_cuts M p b k) in *.
  assert (at_ : forall i r, (i * (q + 1) + r <= laps p k * (q + 1))%nat -> (r <= q + 1)%nat ->
    t i + (t (S i) - t i) * passed M (q + 1) (a (S k)) i r / M =
    s i + (s (S i) - s i) * passed M (q + 1) (b (S k)) i r / M).
  { intros l r within_ r_le. rewrite <- !refined_at by (auto; lra || lia). now apply same. }
  assert (earlier : forall n, (n <= laps p k)%nat -> t n = s n).
  { intros n n_le. specialize (at_ n 0%nat ltac:(nia) ltac:(lia)).
    unfold passed in at_. rewrite Nat.sub_0_r, a0, b0, aq, bq in at_. unfold Rdiv in at_. lra. }
  destruct (Nat.eq_dec j (S k)) as [-> | ?]; [|apply (IH one' other' earlier); [lia | exact le]].
  pose proof (laps_some p k) as some.
  specialize (at_ 0%nat i ltac:(cbn; nia) ltac:(lia)).
  rewrite !earlier in at_ by lia. unfold passed in at_. change (level 0) with 0 in at_.
  destruct (composition_zigzag _ _ _ _ _ positive other') as (_ & _ & inner).
  destruct (inner 0%nat ltac:(lia)) as [up _]. fold s in up.
  apply (Rmult_eq_reg_l ((s 1%nat - s 0%nat) / M)).
  - unfold Rdiv in *. lra.
  - apply Rmult_integral_contrapositive_currified; [lra | apply Rinv_neq_0_compat; lra].
Qed.

(** If two compositions of k sawtooths with w - 1 nodes each, with the parameters M and a^1, ..., a^k and with N and
    b^1, ..., b^k, agree from 0 to the smaller of M and N, then all their parameters are the same. *)
Theorem theorem_2_3_2_distinct_parameters_sharpened :
  forall (w k : nat) (M N : R) (a b : nat -> nat -> R) (h g : nat -> R -> R),
    (2 <= w)%nat -> (1 <= k)%nat -> 0 < M -> 0 < N ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (forall j, (1 <= j <= k)%nat -> in_simplex N (w - 1) (b j) /\ is_sawtooth N (w - 1) (b j) (g j)) ->
    (forall x, 0 <= x -> x <= M -> x <= N -> composition h k x = composition g k x) ->
    M = N /\ forall j i, (1 <= j <= k)%nat -> (1 <= i <= w - 1)%nat -> a j i = b j i.
Proof.
  intros w k M N a b h g two some posM posN one other agree. set (p := fun _ : nat => (w - 1)%nat).
  pose proof (composition_zigzag _ p _ _ _ posM one) as whole.
  pose proof (composition_zigzag _ p _ _ _ posN other) as whole'.
  assert (laps2 : (2 <= laps p k)%nat).
  { unfold p. rewrite laps_power. replace (w - 1 + 1)%nat with w by lia.
    destruct k as [|k]; [lia|]. cbn. pose proof (Nat.pow_nonzero w k ltac:(lia)). nia. }
  assert (same : M = N).
  { apply Rle_antisym.
    - apply (height_not_less N M _ _ _ _ _ _ posN laps2 (laps_some p k) whole' whole).
      intros. symmetry. apply agree; lra.
    - apply (height_not_less M N _ _ _ _ _ _ posM laps2 (laps_some p k) whole whole').
      intros. apply agree; lra. }
  subst N. split; [reflexivity|]. intros j i between le.
  apply (same_nodes M p k a b g h); auto; [|unfold p; lia].
  apply (same_cuts _ _ _ _ _ _ posM whole whole'). intros. apply agree; lra.
Qed.

(** Every point of the union of the simplices, M being counted among its parameters, has sawtooths to compose; and
    different points give different functions: if two such compositions are the same function, then all their parameters
    are the same. *)
Theorem theorem_2_3_2_distinct_parameters_printed :
  forall w k : nat, (2 <= w)%nat -> (1 <= k)%nat ->
    (forall (M : R) (a : nat -> nat -> R), 0 < M -> (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
      exists h : nat -> R -> R, forall j, (1 <= j <= k)%nat -> is_sawtooth M (w - 1) (a j) (h j)) /\
    (forall (M N : R) (a b : nat -> nat -> R) (h g : nat -> R -> R),
      0 < M -> 0 < N ->
      (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
      (forall j, (1 <= j <= k)%nat -> in_simplex N (w - 1) (b j) /\ is_sawtooth N (w - 1) (b j) (g j)) ->
      (forall x, composition h k x = composition g k x) ->
      M = N /\ forall j i, (1 <= j <= k)%nat -> (1 <= i <= w - 1)%nat -> a j i = b j i).
Proof.
  intros w k two some. split.
  - intros M a _ simplex. exists (fun j => hinges M (w - 1) (a j)). intros j ?. now apply sawtooth_exists, simplex.
  - intros M N a b h g posM posN one other agree.
    apply (theorem_2_3_2_distinct_parameters_sharpened w k M N a b h g); auto.
Qed.
