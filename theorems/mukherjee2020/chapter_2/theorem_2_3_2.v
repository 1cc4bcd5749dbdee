(** Theorem 2.3.2 of Mukherjee 2020: the functions of its proof have w^k pieces on [0, M], but more on the line;
    networks of width w compute them; and different parameters give different ones. Another family has exactly w^k
    pieces. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import networks networks_facts piecewise piecewise_facts sawtooth sawtooth_facts.
From Marginalia.formal Require Import hinge_networks_facts lists_facts open_sawtooths_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_7 definition_5 lemma_2_3_5.
Import ListNotations.
Open Scope R_scope.

(** The functions of the proof, the compositions of k sawtooths with w - 1 nodes each, do not all have w^k pieces: for
    w = 2 and k = 1, a tent has 3. *)
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
  intros M w k a h _ two _ given. exists (hinge_network M (w - 1) k a).
  assert (wide : widths (hinge_network M (w - 1) k a) = repeat w k)
    by (rewrite widths_hinge_network; f_equal; lia).
  split; [now apply hinge_network_computes | split; [exact wide | split]].
  - rewrite depth_widths, wide, repeat_length. lia.
  - unfold size. now rewrite wide, list_sum_repeat.
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

(** ** Another family: sawtooths whose first lap goes on to the left of 0 *)

(** Theorems 2.3.1 and 2.3.2 as they speak of "a family", without the one of the proof: for every k >= 1 and w >= 2
    there is a function F M a for every point (M, a) of the union of the simplices, which has exactly w^k pieces on the
    line, is computed by a network of depth k + 1 and width w, and by none of depth k' + 1 <= k + 1 and size below k'
    w^(k / k') / 2 - 1; on [0, M] it is that of the proof; and different points have different functions. *)
Theorem theorem_2_3_2_family_printed : forall w k : nat, (2 <= w)%nat -> (1 <= k)%nat ->
  exists F : R -> (nat -> nat -> R) -> R -> R,
    (forall (M : R) (a : nat -> nat -> R), 0 < M -> (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
      has_pieces (F M a) (w ^ k) /\
      (exists N, computes_on_line N (F M a) /\ depth N = (k + 1)%nat /\ widths N = repeat w k) /\
      (forall (k' : nat) (N : network),
        (1 <= k' <= k)%nat -> computes_on_line N (F M a) -> depth N = (k' + 1)%nat ->
        / 2 * INR k' * Rpower (INR w) (INR k / INR k') - 1 <= INR (size N)) /\
      (forall (h : nat -> R -> R) (x : R), (forall j, (1 <= j <= k)%nat -> is_sawtooth M (w - 1) (a j) (h j)) ->
        0 <= x <= M -> F M a x = composition h k x)) /\
    (forall (M N : R) (a b : nat -> nat -> R), 0 < M -> 0 < N ->
      (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
      (forall j, (1 <= j <= k)%nat -> in_simplex N (w - 1) (b j)) ->
      (forall x, F M a x = F N b x) ->
      M = N /\ forall j i, (1 <= j <= k)%nat -> (1 <= i <= w - 1)%nat -> a j i = b j i).
Proof.
  intros w k wide deep. exists (fun M a => composition (fun j => open_sawtooth M (w - 1) (a j)) k). split.
  - intros M a positive given. destruct (open_composition M w a k positive wide deep given) as [t whole].
    assert (pieces : has_pieces (composition (fun j => open_sawtooth M (w - 1) (a j)) k) (w ^ k)).
    { apply (open_pieces M _ t); [exact positive | | exact whole]. apply Nat.neq_0_lt_0, Nat.pow_nonzero. lia. }
    split; [exact pieces | split; [|split]].
    + destruct (open_network M w a k positive wide deep given) as (N & C & W). exists N. split; [exact C|].
      split; [|exact W]. rewrite depth_widths, W, repeat_length. lia.
    + intros k' N between C D. rewrite Nat.add_1_r in D.
      pose proof (lemma_2_a_7_lower_printed N _ k' (w ^ k) C ltac:(lia) D pieces) as large.
      rewrite pow_INR, <- Rpower_pow, Rpower_mult in large by (apply lt_0_INR; lia). exact large.
    + intros h x saws inside. apply (open_agrees M w k a h x positive wide); [|exact inside].
      intros j ?. split; [now apply given | now apply saws].
  - intros M N a b posM posN given given' same.
    apply (theorem_2_3_2_distinct_parameters_sharpened w k M N a b
      (fun j => hinges M (w - 1) (a j)) (fun j => hinges N (w - 1) (b j))); try assumption.
    + intros j ?. split; [now apply given | now apply sawtooth_exists, given].
    + intros j ?. split; [now apply given' | now apply sawtooth_exists, given'].
    + intros x ge le le'. rewrite <- (proj1 (open_agrees M w k a _ x posM wide
        (fun j c => conj (given j c) (sawtooth_exists _ _ _ (given j c))) ltac:(lra))).
      rewrite <- (proj1 (open_agrees N w k b _ x posN wide
        (fun j c => conj (given' j c) (sawtooth_exists _ _ _ (given' j c))) ltac:(lra))).
      apply same.
Qed.
