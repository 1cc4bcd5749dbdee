(** Lemma 2.3.5 of Mukherjee 2020: the pieces of a composition of k sawtooths, on [0, M] and on the line, exactly; with
    different numbers of nodes too; and the levels and the area of a composition. *)

From Coq Require Import Reals List Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import piecewise sawtooth sawtooth_facts.
Open Scope R_scope.

Lemma lap_extremes M N t f : 0 < M -> zigzag M N t f ->
  forall i, (i < N)%nat -> has_extremes f (t i) (t (S i)) 0 M.
Proof.
  intros positive whole i lt. pose proof (zigzag_value _ _ _ _ whole ltac:(lia)) as values.
  pose proof (lap_within _ _ _ _ positive whole) as within. destruct whole as (_ & _ & inner).
  destruct (inner i lt) as [up _]. split; [intros x between; now apply (within i)|].
  pose proof (values i ltac:(lia)) as Eu. pose proof (values (S i) lt) as Ev. rewrite level_S in Ev.
  destruct (level_or i) as [L | L]; rewrite L in *.
  - split; [exists (t i) | exists (t (S i))]; lra.
  - split; [exists (t (S i)) | exists (t i)]; lra.
Qed.

Lemma zigzag_full M N t f : 0 < M -> zigzag M N t f -> has_full_pieces f N M.
Proof.
  intros positive whole. pose proof (zigzag_between _ _ _ _ positive whole) as [affine maximal].
  pose proof (lap_extremes _ _ _ _ positive whole) as extremes. pose proof whole as (t0 & tN & _).
  exists t. split; [exact t0 | split; [exact tN | split; [|exact maximal]]].
  intros i lt. destruct (affine i lt). auto.
Qed.

(** How many pieces there are on the line: the left tail is one more than on [0, M], and so is the right one if p is odd
    and k >= 2. *)
Lemma composition_pieces M p k a h : 0 < M -> (1 <= k)%nat -> sawtooths M (fun _ => p) k a h ->
  ((2 <= k)%nat -> Nat.Odd p -> has_pieces (composition h k) ((p + 1) ^ k + 2)) /\
  (k = 1%nat \/ Nat.Even p -> has_pieces (composition h k) ((p + 1) ^ k + 1)).
Proof.
  intros positive some given. rewrite <- laps_power.
  pose proof (composition_zigzag _ _ _ _ _ positive given) as whole.
  pose proof (laps_some (fun _ => p) k) as least. split.
  - intros more odd. replace (laps _ k + 2)%nat with (laps (fun _ => p) k + 1 + 1)%nat by lia.
    apply (zigzag_pieces M _ (lap_cuts M (fun _ => p) a k)); auto.
    + intros x. apply (left_zero M (fun _ => p) k a); auto.
    + right. split; [reflexivity|]. now apply (right_zero M p k a).
  - intros few. replace (laps _ k + 1)%nat with (laps (fun _ => p) k + 1 + 0)%nat by lia.
    destruct few as [-> | even].
    + destruct (given 1%nat ltac:(lia)) as [simplex saw]. replace (laps _ 1) with (S p) by (cbn; lia).
      apply (zigzag_pieces M _ (a 1%nat)); [exact positive | lia | now apply sawtooth_zigzag | apply saw|].
      left. split; [reflexivity | now apply sawtooth_goes_on].
    + apply (zigzag_pieces M _ (lap_cuts M (fun _ => p) a k)); auto.
      * intros x. apply (left_zero M (fun _ => p) k a); auto.
      * left. split; [reflexivity | now apply right_goes_on].
Qed.

(** The composition of k sawtooths with p nodes each is piecewise linear with at most (p + 1)^k + 2 pieces on the line,
    and it has exactly (p + 1)^k pieces on [0, M]; on each of these it is affine with minimum 0 and maximum M. *)
Theorem lemma_2_3_5_printed :
  forall (M : R) (p k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M -> (1 <= p)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M p (a j) /\ is_sawtooth M p (a j) (h j)) ->
    has_at_most_pieces (composition h k) ((p + 1) ^ k + 2) /\
    has_full_pieces (composition h k) ((p + 1) ^ k) M.
Proof.
  intros M p k a h positive some more given. split.
  - destruct (composition_pieces _ _ _ _ _ positive more given) as [both one].
    destruct (Nat.Even_or_Odd p) as [even | odd]; [exists ((p + 1) ^ k + 1)%nat; split; [lia | auto]|].
    destruct (Nat.eq_dec k 1) as [E | ?]; [exists ((p + 1) ^ k + 1)%nat; split; [lia | auto]|].
    exists ((p + 1) ^ k + 2)%nat. split; [lia | apply both; [lia | exact odd]].
  - rewrite <- laps_power. apply (zigzag_full M _ (lap_cuts M (fun _ => p) a k)); [exact positive|].
    now apply composition_zigzag.
Qed.

(** The composition of k sawtooths with p nodes each has exactly (p + 1)^k + 2 pieces on the line if p is odd and k >=
    2, and else (p + 1)^k + 1. *)
Theorem lemma_2_3_5_sharpened :
  forall (M : R) (p k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M -> (1 <= p)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M p (a j) /\ is_sawtooth M p (a j) (h j)) ->
    (Nat.Odd p /\ (2 <= k)%nat -> has_pieces (composition h k) ((p + 1) ^ k + 2)) /\
    (~ (Nat.Odd p /\ (2 <= k)%nat) -> has_pieces (composition h k) ((p + 1) ^ k + 1)).
Proof.
  intros M p k a h positive some more given.
  destruct (composition_pieces _ _ _ _ _ positive more given) as [both one]. split.
  - intros [odd two]. now apply both.
  - intros none. apply one. destruct (Nat.Even_or_Odd p) as [even | odd]; [now right|].
    left. destruct (Nat.eq_dec k 1) as [? | ?]; [assumption|]. exfalso. apply none. split; [exact odd | lia].
Qed.

(** If k sawtooths have p 1, ..., p k nodes, then their composition has exactly (p 1 + 1) ... (p k + 1) pieces on [0,
    M], on each of which it is affine with minimum 0 and maximum M. *)
Theorem lemma_2_3_5_mixed_p_printed :
  forall (M : R) (p : nat -> nat) (k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> (1 <= p j)%nat /\ in_simplex M (p j) (a j) /\ is_sawtooth M (p j) (a j) (h j)) ->
    has_full_pieces (composition h k) (laps p k) M.
Proof.
  intros M p k a h positive _ given. apply (zigzag_full M _ (lap_cuts M p a k)); [exact positive|].
  apply composition_zigzag; [exact positive|]. intros j ?. now apply given.
Qed.

(** Where f takes the value y with 0 < y < M: once on each lap. *)
Definition crossing (M : R) (t : nat -> R) (y : R) (i : nat) : R :=
  t i + (t (S i) - t i) * ((1 - level i) * y + level i * (M - y)) / M.

Lemma lap_crossing M N t f y : 0 < y < M -> zigzag M N t f -> forall i, (i < N)%nat ->
  t i < crossing M t y i < t (S i) /\ forall x, t i <= x <= t (S i) -> (f x = y <-> x = crossing M t y i).
Proof.
  intros between (_ & _ & inner) i lt. destruct (inner i lt) as [up line]. unfold crossing.
  set (c := (1 - level i) * y + level i * (M - y)).
  assert (0 < c < M) by (unfold c; destruct (level_or i) as [-> | ->]; lra).
  assert (E : (t (S i) - t i) * c / M * M = (t (S i) - t i) * c) by (field; lra).
  split; [split; nra|]. intros x inside. rewrite line by exact inside. unfold line_through.
  replace ((M * level (S i) - M * level i) * (x - t i) / (t (S i) - t i))
    with ((1 - 2 * level i) * M * ((x - t i) / (t (S i) - t i))) by (rewrite level_S; field; lra).
  assert (F : (x - t i) / (t (S i) - t i) * (t (S i) - t i) = x - t i) by (field; lra).
  set (s := (x - t i) / (t (S i) - t i)) in *. set (e := (t (S i) - t i) * c / M) in *.
  assert (G : s * M = c <-> x = t i + e).
  { split; intros G.
    - apply (Rmult_eq_reg_r M); [|lra]. replace x with (t i + s * (t (S i) - t i)) by lra.
      rewrite !Rmult_plus_distr_r, E, <- G. ring.
    - apply (Rmult_eq_reg_r (t (S i) - t i)); [|lra]. rewrite (Rmult_comm c), <- E.
      replace e with (s * (t (S i) - t i)) by lra. ring. }
  rewrite <- G. unfold c. destruct (level_or i) as [L | L]; rewrite L; split; intros; lra.
Qed.

(** The points of lap 0, ..., lap n - 1 at which f takes the value y. *)
Lemma levels M N t f y : 0 < y < M -> zigzag M N t f -> forall n, (n <= N)%nat ->
  NoDup (map (crossing M t y) (seq 0 n)) /\
  forall x, In x (map (crossing M t y) (seq 0 n)) <-> t 0%nat <= x <= t n /\ f x = y.
Proof.
  intros between whole. induction n as [|n IH]; intros le.
  - split; [constructor|]. intros x. split; [intros []|]. intros [at0 value]. exfalso.
    pose proof (zigzag_value _ _ _ _ whole) as values. destruct N as [|N].
    + destruct whole as (zero & M0 & _). rewrite zero in M0. lra.
    + specialize (values ltac:(lia) 0%nat ltac:(lia)). replace x with (t 0%nat) in value by lra.
      rewrite values in value. change (level 0) with 0 in value. lra.
  - destruct (IH ltac:(lia)) as [distinct earlier].
    destruct (lap_crossing _ _ _ _ _ between whole n le) as [inside once].
    pose proof (zigzag_up _ _ _ _ whole 0 n ltac:(lia)) as up.
    rewrite seq_S, map_app. cbn [map Nat.add]. split.
    + apply NoDup_rev in distinct. rewrite <- rev_involutive, rev_app_distr. apply NoDup_rev. cbn [rev app].
      constructor; [|exact distinct]. rewrite <- in_rev, earlier. lra.
    + intros x. rewrite in_app_iff, earlier. cbn [In]. split.
      * intros [[? ?] | [<- | []]]; [split; [lra | assumption]|]. split; [lra|]. apply once; lra.
      * intros [place value]. destruct (Rle_dec x (t n)) as [low | high]; [left; split; [lra | exact value]|].
        right. left. symmetry. apply once; [lra | exact value].
Qed.

Lemma area_of_laps M N t f : zigzag M N t f -> forall n, (n <= N)%nat ->
  is_RInt f (t 0%nat) (t n) (M * (t n - t 0%nat) / 2).
Proof.
  intros (_ & _ & inner). induction n as [|n IH]; intros le.
  - replace (M * (t 0%nat - t 0%nat) / 2) with 0 by field. exact (is_RInt_point f (t 0%nat)).
  - replace (M * (t (S n) - t 0%nat) / 2) with (plus (M * (t n - t 0%nat) / 2) (M * (t (S n) - t n) / 2))
      by (cbn; field).
    apply (is_RInt_Chasles f _ (t n)); [apply IH; lia|]. destruct (inner n le) as [up line].
    set (c := M * level n - rate M t n * t n).
    apply is_RInt_ext with (f := fun x => rate M t n * x + c).
    + intros x inside. rewrite Rmin_left, Rmax_right in inside by lra. rewrite line, lap_line by lra. reflexivity.
    + set (F := fun x => rate M t n * (x * x) / 2 + c * x).
      replace (M * (t (S n) - t n) / 2) with (minus (F (t (S n))) (F (t n))).
      * apply (is_RInt_derive F); intros x _.
        -- unfold F. auto_derive; [exact I | field].
        -- apply continuity_pt_filterlim. reg.
      * change (F (t (S n)) - F (t n) = M * (t (S n) - t n) / 2).
        unfold F, c, rate. rewrite level_S. destruct (level_or n) as [-> | ->]; field; lra.
Qed.

(** The composition takes every value y strictly between 0 and M at exactly (p + 1)^k points of [0, M], and its integral
    over [0, M] is M^2 / 2. *)
Theorem lemma_2_3_5_measure_printed :
  forall (M : R) (p k : nat) (a : nat -> nat -> R) (h : nat -> R -> R),
    0 < M -> (1 <= p)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M p (a j) /\ is_sawtooth M p (a j) (h j)) ->
    (forall y, 0 < y < M ->
      exists points : list R,
        NoDup points /\ length points = ((p + 1) ^ k)%nat /\
        forall x, In x points <-> 0 <= x <= M /\ composition h k x = y) /\
    is_RInt (composition h k) 0 M (M * M / 2).
Proof.
  intros M p k a h positive _ _ given.
  pose proof (composition_zigzag _ _ _ _ _ positive (given : sawtooths M (fun _ => p) k a h)) as whole.
  set (t := lap_cuts M (fun _ => p) a k) in *. rewrite laps_power in whole. pose proof whole as (t0 & tN & _).
  set (N := ((p + 1) ^ k)%nat) in *. split.
  - intros y between. destruct (levels _ _ _ _ _ between whole N (le_n N)) as [distinct all].
    exists (map (crossing M t y) (seq 0 N)). rewrite map_length, seq_length. rewrite t0, tN in all. auto.
  - pose proof (area_of_laps _ _ _ _ whole N (le_n N)) as area. rewrite t0, tN in area.
    replace (M * M / 2) with (M * (M - 0) / 2) by field. exact area.
Qed.
