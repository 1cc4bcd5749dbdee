(** Sawtooths and their compositions: a sawtooth exists for every point of the simplex, and only one; a composition runs
    between 0 and M in laps, of which the cuts are computed. *)

From Coq Require Import Reals Lia Lra.
From Marginalia.formal Require Import networks piecewise sawtooth.
Open Scope R_scope.

(** 0 for even i, 1 for odd i. *)
Definition level (i : nat) : R := INR (i mod 2).

Lemma level_S i : level (S i) = 1 - level i.
Proof.
  unfold level. replace (S i) with (1 + i)%nat by lia. rewrite Nat.add_mod by lia.
  pose proof (Nat.mod_upper_bound i 2 ltac:(lia)).
  destruct (i mod 2) as [|[|m]]; [cbn; lra | cbn; lra | lia].
Qed.

Lemma level_or i : level i = 0 \/ level i = 1.
Proof.
  induction i as [|i IH]; [now left|]. rewrite level_S. lra.
Qed.

Lemma level_add m n : level (m + n) = level m + level n - 2 * level m * level n.
Proof.
  induction m as [|m IH]; [change (level 0) with 0; cbn [Nat.add]; ring|].
  cbn [Nat.add]. rewrite !level_S, IH. ring.
Qed.

Lemma level_mul m n : level (m * n) = level m * level n.
Proof.
  induction m as [|m IH]; [change (level 0) with 0; change (level (0 * n)) with 0; ring|].
  cbn [Nat.mul]. rewrite level_add, IH, level_S. destruct (level_or n) as [-> | ->]; ring.
Qed.

Lemma level_even n : Nat.Even n -> level n = 0.
Proof.
  intros [m ->]. rewrite level_mul. change (level 2) with 0. ring.
Qed.

Lemma level_odd n : Nat.Odd n -> level n = 1.
Proof.
  intros [m ->]. rewrite Nat.add_1_r, level_S, level_mul. change (level 2) with 0. ring.
Qed.

(** Straight lines. *)

Lemma line_start u fu v fv : line_through u fu v fv u = fu.
Proof.
  unfold line_through, Rdiv. ring.
Qed.

Lemma line_end u fu v fv : u < v -> line_through u fu v fv v = fv.
Proof.
  intros. unfold line_through. field. lra.
Qed.

Lemma line_turned u fu v fv x : u < v -> line_through u fu v fv x = line_through v fv u fu x.
Proof.
  intros. unfold line_through. field. lra.
Qed.

(** A line after a line: u + (v - u) * (c - fu) / (fv - fu) is where the inner one is c. *)
Lemma line_line u fu v fv c gc d gd x : u <> v -> fu <> fv -> c <> d ->
  line_through c gc d gd (line_through u fu v fv x) =
  line_through (u + (v - u) * (c - fu) / (fv - fu)) gc (u + (v - u) * (d - fu) / (fv - fu)) gd x.
Proof.
  intros. unfold line_through. field. repeat split; try lra.
  intros E. assert (E' : (v - u) * (d - c) = 0) by lra.
  apply Rmult_integral in E'. lra.
Qed.

(** f runs from 0 to M and back in N laps, cut by 0 = t 0 < t 1 < ... < t N = M, and is affine on each. *)
Definition zigzag (M : R) (N : nat) (t : nat -> R) (f : R -> R) : Prop :=
  t 0%nat = 0 /\ t N = M /\
  forall i, (i < N)%nat ->
    t i < t (S i) /\
    forall x, t i <= x <= t (S i) -> f x = line_through (t i) (M * level i) (t (S i)) (M * level (S i)) x.

Lemma simplex_positive M p a : in_simplex M p a -> forall i, (i <= p)%nat -> 0 < a (S i).
Proof.
  intros (zero & _ & up) i. induction i as [|i IH]; intros.
  - specialize (up 0%nat ltac:(lia)). lra.
  - specialize (up (S i) ltac:(lia)). specialize (IH ltac:(lia)). lra.
Qed.

Lemma sawtooth_value M p a h : in_simplex M p a -> is_sawtooth M p a h ->
  forall i, (i <= S p)%nat -> h (a i) = M * level i.
Proof.
  intros (zero & last & up) (left & nodes & end_ & _) i le.
  assert (start : h (a 0%nat) = M * level 0) by (rewrite zero, left by lra; change (level 0) with 0; ring).
  destruct (Nat.eq_dec i 0) as [-> | ?]; [exact start|].
  destruct (Nat.eq_dec i (S p)) as [-> | ?]; [|apply nodes; lia].
  rewrite last, end_, level_S.
  destruct (Nat.eq_dec p 0) as [-> | ?]; [rewrite start; ring|].
  rewrite nodes by lia. fold (level p). ring.
Qed.

Lemma sawtooth_zigzag M p a h : in_simplex M p a -> is_sawtooth M p a h -> zigzag M (S p) a h.
Proof.
  intros simplex saw. pose proof (sawtooth_value _ _ _ _ simplex saw) as values.
  destruct simplex as (zero & last & up), saw as (_ & _ & _ & lines & _).
  split; [exact zero | split; [exact last|]]. intros i lt. split; [apply up; lia|].
  intros x between. rewrite (lines i x) by (assumption || lia). now rewrite !values by lia.
Qed.

Lemma zigzag_value M N t f : zigzag M N t f -> (1 <= N)%nat -> forall i, (i <= N)%nat -> f (t i) = M * level i.
Proof.
  intros (_ & _ & laps) some i le. destruct (Nat.eq_dec i N) as [-> | ?].
  - destruct N as [|N]; [lia|]. destruct (laps N ltac:(lia)) as [up line].
    rewrite line by lra. now apply line_end.
  - destruct (laps i ltac:(lia)) as [up line]. rewrite line by lra. apply line_start.
Qed.

Lemma zigzag_up M N t f : zigzag M N t f -> forall i j, (i <= j <= N)%nat -> t i <= t j.
Proof.
  intros (_ & _ & laps) i j [le top]. induction le as [|j le IH]; [lra|].
  destruct (laps j ltac:(lia)) as [up _]. specialize (IH ltac:(lia)). lra.
Qed.

Lemma zigzag_place M N t f x : zigzag M N t f -> (1 <= N)%nat -> 0 <= x <= M ->
  exists i, (i < N)%nat /\ t i <= x <= t (S i).
Proof.
  intros (t0 & tN & _) some inside.
  assert (place : forall j, x <= t (S j) -> exists i, (i < S j)%nat /\ t i <= x <= t (S i)).
  { intros j. induction j as [|j IH]; intros high; [exists 0%nat; rewrite t0; split; [lia | lra]|].
    destruct (Rle_dec x (t (S j))) as [low | ?].
    - destruct (IH low) as (i & lt & at_). exists i. split; [lia | exact at_].
    - exists (S j). split; [lia | lra]. }
  destruct N as [|N]; [lia|]. apply place. rewrite tN. apply inside.
Qed.

(** Inside a lap the height is the share of the lap that is passed, or what is left of it. *)
Lemma lap_share M N t f i x : zigzag M N t f -> (i < N)%nat -> t i <= x <= t (S i) ->
  exists q, 0 < t (S i) - t i /\ q * (t (S i) - t i) = x - t i /\ (f x = M * q \/ f x = M * (1 - q)).
Proof.
  intros (_ & _ & laps) lt between. destruct (laps i lt) as [up line]. rewrite line by lra.
  exists ((x - t i) / (t (S i) - t i)). split; [lra | split; [field; lra|]]. unfold line_through. rewrite level_S.
  destruct (level_or i) as [-> | ->]; [left | right]; field; lra.
Qed.

(** On a lap the values lie between 0 and M. *)
Lemma lap_within M N t f : 0 < M -> zigzag M N t f ->
  forall i x, (i < N)%nat -> t i <= x <= t (S i) -> 0 <= f x <= M.
Proof.
  intros positive whole i x lt between. destruct (lap_share M N t f i x whole lt between) as (q & up & E & value).
  assert (0 <= q <= 1) by (split; nra). destruct value as [-> | ->]; nra.
Qed.

Lemma inside_lap M N t f i x : 0 < M -> zigzag M N t f -> (i < N)%nat -> t i < x < t (S i) -> 0 < f x < M.
Proof.
  intros positive whole lt between. destruct (lap_share M N t f i x whole lt ltac:(lra)) as (q & up & E & value).
  assert (0 < q < 1) by (split; nra). destruct value as [-> | ->]; nra.
Qed.

(** The cuts of a composition. Lap i of the inner function, cut by t, goes up if i is even and down if it is odd; there
    it passes the nodes a 0, ..., a q of the outer one, in this order or in the opposite one. *)
Definition passed (M : R) (q : nat) (a : nat -> R) (i r : nat) : R :=
  (1 - level i) * a r + level i * (M - a (q - r)%nat).

Definition refined (M : R) (q : nat) (a t : nat -> R) (n : nat) : R :=
  t (n / q)%nat + (t (S (n / q)) - t (n / q)%nat) * passed M q a (n / q) (n mod q) / M.

Lemma refined_at M q a t i r : M <> 0 -> (1 <= q)%nat -> a 0%nat = 0 -> a q = M -> (r <= q)%nat ->
  refined M q a t (i * q + r) = t i + (t (S i) - t i) * passed M q a i r / M.
Proof.
  intros nonzero some zero last le.
  assert (inside : forall j s, (s < q)%nat ->
    refined M q a t (j * q + s) = t j + (t (S j) - t j) * passed M q a j s / M).
  { intros j s lt. unfold refined. rewrite Nat.div_add_l, Nat.div_small, Nat.add_0_r by lia.
    rewrite Nat.add_comm, Nat.mod_add, Nat.mod_small by lia. reflexivity. }
  destruct (Nat.eq_dec r q) as [-> | ?]; [|apply inside; lia].
  replace (i * q + q)%nat with (S i * q + 0)%nat by lia. rewrite inside by lia.
  unfold passed. rewrite Nat.sub_0_r, Nat.sub_diag, zero, last. field. exact nonzero.
Qed.

Lemma level_at i q r : (r <= q)%nat ->
  level (i * q + r) = (1 - level i) * level r + level i * level (q - r).
Proof.
  intros le. rewrite level_add, level_mul.
  assert (E : level q = level (q - r) + level r - 2 * level (q - r) * level r)
    by (rewrite <- level_add; f_equal; lia).
  rewrite E. destruct (level_or i) as [-> | ->], (level_or r) as [-> | ->], (level_or (q - r)) as [-> | ->]; ring.
Qed.

(** The part of a lap, from (u, fu) to (v, fv), on which the outer function is affine, from (c, gc) to (d, gd). *)
Lemma part_of_lap f h u fu v fv c gc d gd :
  u < v -> fu < fv /\ fu <= c /\ c < d /\ d <= fv \/ fv < fu /\ fv <= d /\ d < c /\ c <= fu ->
  (forall x, u <= x <= v -> f x = line_through u fu v fv x) ->
  (forall y, c <= y <= d \/ d <= y <= c -> h y = line_through c gc d gd y) ->
  let s e := u + (v - u) * (e - fu) / (fv - fu) in
  s c < s d /\ forall x, s c <= x <= s d -> h (f x) = line_through (s c) gc (s d) gd x.
Proof.
  intros up order inner outer s.
  set (k := (v - u) / (fv - fu)).
  assert (K : k * (fv - fu) = v - u) by (unfold k; field; lra).
  assert (S_ : forall e, s e = u + k * (e - fu)) by (intros; unfold s, k; field; lra).
  assert (F : forall x, f x = line_through u fu v fv x -> x = u + k * (f x - fu))
    by (intros x ->; unfold line_through, k; field; lra).
  split; [rewrite !S_; destruct order; [assert (0 < k) by nra | assert (k < 0) by nra]; nra|].
  intros x between.
  assert (inside : u <= x <= v)
    by (rewrite !S_ in between; destruct order; [assert (0 < k) by nra | assert (k < 0) by nra]; nra).
  unfold s. rewrite <- line_line by lra. rewrite <- inner by exact inside. apply outer.
  pose proof (F x (inner x inside)) as E. rewrite !S_ in between.
  destruct order; [left; assert (0 < k) by nra | right; assert (k < 0) by nra]; split; nra.
Qed.

Lemma zigzag_zigzag M N q t a f h : 0 < M -> (1 <= q)%nat -> zigzag M N t f -> zigzag M q a h ->
  zigzag M (N * q) (refined M q a t) (fun x => h (f x)).
Proof.
  intros positive some (t0 & tN & inner) whole. pose proof whole as (a0 & aq & outer).
  assert (at_ : forall i r, (r <= q)%nat ->
    refined M q a t (i * q + r) = t i + (t (S i) - t i) * passed M q a i r / M)
    by (intros; apply refined_at; auto; lra).
  split; [|split].
  - specialize (at_ 0%nat 0%nat ltac:(lia)). cbn [Nat.mul Nat.add] in at_. rewrite at_, t0.
    unfold passed. change (level 0) with 0. rewrite a0. field. lra.
  - specialize (at_ N 0%nat ltac:(lia)). rewrite Nat.add_0_r in at_. rewrite at_, tN.
    unfold passed. rewrite Nat.sub_0_r, a0, aq. field. lra.
  - intros n lt.
    assert (iN : (n / q < N)%nat) by (apply Nat.div_lt_upper_bound; lia).
    assert (rq : (n mod q < q)%nat) by (apply Nat.mod_upper_bound; lia).
    assert (En : n = (n / q * q + n mod q)%nat) by (rewrite Nat.mul_comm; apply Nat.div_mod; lia).
    set (i := (n / q)%nat) in *. set (r := (n mod q)%nat) in *.
    assert (ESn : S n = (i * q + S r)%nat) by lia.
    rewrite ESn, En, !at_, !level_at by lia. clearbody i r. clear at_ lt En ESn n.
    destruct (inner i iN) as [up line]. clear inner t0 tN.
    assert (limits : forall j, (j <= q)%nat -> 0 <= a j <= M).
    { intros j le. pose proof (zigzag_up _ _ _ _ whole 0 j). pose proof (zigzag_up _ _ _ _ whole j q).
      rewrite a0, aq in *. split; auto with arith. }
    rewrite (level_S i) in line. unfold passed. destruct (level_or i) as [Li | Li]; rewrite Li in *.
    + destruct (outer r rq) as [rise tooth].
      pose proof (limits r ltac:(lia)). pose proof (limits (S r) ltac:(lia)).
      replace (t i + (t (S i) - t i) * ((1 - 0) * a r + 0 * (M - a (q - r)%nat)) / M)
        with (t i + (t (S i) - t i) * (a r - M * 0) / (M * (1 - 0) - M * 0)) by (field; lra).
      replace (t i + (t (S i) - t i) * ((1 - 0) * a (S r) + 0 * (M - a (q - S r)%nat)) / M)
        with (t i + (t (S i) - t i) * (a (S r) - M * 0) / (M * (1 - 0) - M * 0)) by (field; lra).
      replace (M * ((1 - 0) * level r + 0 * level (q - r))) with (M * level r) by ring.
      replace (M * ((1 - 0) * level (S r) + 0 * level (q - S r))) with (M * level (S r)) by ring.
      apply part_of_lap; try assumption; [left; repeat split; lra|].
      intros y [?|?]; [apply tooth; lra | lra].
    + destruct (outer (q - S r)%nat ltac:(lia)) as [rise tooth].
      replace (S (q - S r)) with (q - r)%nat in rise, tooth by lia.
      pose proof (limits (q - r)%nat ltac:(lia)). pose proof (limits (q - S r)%nat ltac:(lia)).
      replace (t i + (t (S i) - t i) * ((1 - 1) * a r + 1 * (M - a (q - r)%nat)) / M)
        with (t i + (t (S i) - t i) * (a (q - r)%nat - M * 1) / (M * (1 - 1) - M * 1)) by (field; lra).
      replace (t i + (t (S i) - t i) * ((1 - 1) * a (S r) + 1 * (M - a (q - S r)%nat)) / M)
        with (t i + (t (S i) - t i) * (a (q - S r)%nat - M * 1) / (M * (1 - 1) - M * 1)) by (field; lra).
      replace (M * ((1 - 1) * level r + 1 * level (q - r))) with (M * level (q - r)) by ring.
      replace (M * ((1 - 1) * level (S r) + 1 * level (q - S r))) with (M * level (q - S r)) by ring.
      apply part_of_lap; try assumption; [right; repeat split; lra|].
      intros y [?|?]; [lra | rewrite <- line_turned by lra; apply tooth; lra].
Qed.

(** The composition h k o ... o h 1 of sawtooths, of which the j-th one has p j nodes, has (p 1 + 1) ... (p k + 1) laps,
    cut by lap_cuts M p a k. *)
Fixpoint laps (p : nat -> nat) (k : nat) : nat :=
  match k with
  | O => 1
  | S k' => laps p k' * (p k + 1)
  end.

Fixpoint lap_cuts (M : R) (p : nat -> nat) (a : nat -> nat -> R) (k : nat) : nat -> R :=
  match k with
  | O => fun i => M * INR i
  | S k' => refined M (p k + 1) (a k) (lap_cuts M p a k')
  end.

Lemma laps_some p k : (1 <= laps p k)%nat.
Proof.
  induction k as [|k IH]; cbn; [lia|]. rewrite Nat.mul_add_distr_l. lia.
Qed.

Lemma laps_power p k : laps (fun _ => p) k = ((p + 1) ^ k)%nat.
Proof.
  induction k as [|k IH]; [reflexivity|]. cbn [laps Nat.pow]. rewrite IH. apply Nat.mul_comm.
Qed.

(** h 1, ..., h k are sawtooths, the j-th one with p j nodes. *)
Definition sawtooths (M : R) (p : nat -> nat) (k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) : Prop :=
  forall j, (1 <= j <= k)%nat -> in_simplex M (p j) (a j) /\ is_sawtooth M (p j) (a j) (h j).

Lemma composition_zigzag M p k a h : 0 < M -> sawtooths M p k a h ->
  zigzag M (laps p k) (lap_cuts M p a k) (composition h k).
Proof.
  intros positive. induction k as [|k IH]; intros given.
  - cbn [laps lap_cuts composition]. split; [cbn; ring | split; [cbn; ring|]].
    intros [|i] lt; [|lia]. change (level 1) with 1. change (level 0) with 0. cbn [INR]. split; [lra|].
    intros x _. unfold line_through. field. lra.
  - cbn [laps lap_cuts composition]. destruct (given (S k) ltac:(lia)) as [simplex saw].
    apply zigzag_zigzag; [exact positive | lia | apply IH; intros j ?; apply given; lia|].
    rewrite Nat.add_1_r. now apply sawtooth_zigzag.
Qed.

(** The tails of a zigzag: 0 on the left of 0, and beyond M the last lap goes on, or it is 0 there too. *)
Definition goes_on (M : R) (N : nat) (t : nat -> R) (f : R -> R) : Prop :=
  forall x, M <= x -> f x = line_through (t (N - 1)%nat) (M * level (N - 1)) M (M * level N) x.

Lemma sawtooth_goes_on M p a h : in_simplex M p a -> is_sawtooth M p a h -> goes_on M (S p) a h.
Proof.
  intros simplex saw x beyond. pose proof (sawtooth_value _ _ _ _ simplex saw) as values.
  destruct simplex as (zero & last & up), saw as (_ & _ & _ & _ & line).
  rewrite line by exact beyond. rewrite <- last at 2. rewrite !values by lia.
  replace (S p - 1)%nat with p by lia. reflexivity.
Qed.

Lemma left_below M p k a h x : sawtooths M p k a h -> x <= 0 -> composition h k x <= 0.
Proof.
  intros given below. induction k as [|k IH]; [exact below|]. cbn [composition].
  destruct (given (S k) ltac:(lia)) as [_ (left & _)]. rewrite left; [lra|].
  apply IH. intros j ?. apply given. lia.
Qed.

Lemma left_zero M p k a h x : sawtooths M p k a h -> (1 <= k)%nat -> x <= 0 -> composition h k x = 0.
Proof.
  intros given some below. destruct k as [|k]; [lia|]. cbn [composition].
  destruct (given (S k) ltac:(lia)) as [_ (left & _)]. apply left. apply (left_below M p k a); [|exact below].
  intros j ?. apply given. lia.
Qed.

(** For even p the composition goes on beyond M; for odd p and k >= 2 it is 0 there. *)
Lemma right_goes_on M p k a h : 0 < M -> Nat.Even p -> sawtooths M (fun _ => p) k a h ->
  goes_on M (laps (fun _ => p) k) (lap_cuts M (fun _ => p) a k) (composition h k).
Proof.
  intros positive even given. induction k as [|k IH].
  - intros x _. cbn [laps lap_cuts composition]. change (level 1) with 1. change (level (1 - 1)) with 0.
    cbn [Nat.sub INR]. unfold line_through. field. lra.
  - assert (earlier : sawtooths M (fun _ => p) k a h) by (intros j ?; apply given; lia).
    specialize (IH earlier). destruct (composition_zigzag _ _ _ _ _ positive earlier) as (t0 & tN & inner).
    destruct (given (S k) ltac:(lia)) as [simplex saw].
    pose proof (sawtooth_goes_on _ _ _ _ simplex saw) as tail. destruct simplex as (a0 & aq & outer).
    pose proof (laps_some (fun _ => p) k) as some.
    assert (odd : level (laps (fun _ => p) k) = 1).
    { rewrite laps_power. clear - even. induction k as [|k IH]; [reflexivity|].
      cbn [Nat.pow]. rewrite level_mul, IH, Nat.add_1_r, level_S, level_even by exact even. ring. }
    intros x beyond. cbn [laps lap_cuts composition].
    set (N := laps (fun _ => p) k) in *. set (t := lap_cuts M (fun _ => p) a k) in *.
    specialize (IH x beyond). specialize (inner (N - 1)%nat ltac:(lia)).
    replace (S (N - 1)) with N in inner by lia. destruct inner as [up _]. rewrite tN in up.
    assert (even' : level (N - 1) = 0)
      by (replace N with (S (N - 1)) in odd by lia; rewrite level_S in odd; lra).
    rewrite odd, even' in IH. rewrite Nat.add_1_r.
    replace (N * S p - 1)%nat with ((N - 1) * S p + p)%nat by nia.
    rewrite refined_at by (auto; lra || lia).
    rewrite level_mul, level_at, odd, even', level_S, level_even by (auto; lia).
    replace (S (N - 1)) with N by lia. rewrite tN. unfold passed. rewrite even'.
    pose proof (outer p ltac:(lia)) as last. rewrite aq in last.
    assert (further : M <= composition h k x).
    { rewrite IH. unfold line_through. apply (Rmult_le_reg_r (M - t (N - 1)%nat)); [lra|].
      replace ((M * 0 + (M * 1 - M * 0) * (x - t (N - 1)%nat) / (M - t (N - 1)%nat)) * (M - t (N - 1)%nat))
        with (M * (x - t (N - 1)%nat)) by (field; lra). nra. }
    rewrite (tail _ further), IH. replace (S p - 1)%nat with p by lia. rewrite level_S, level_even by exact even.
    rewrite line_line by lra. f_equal; field; lra.
Qed.

Lemma right_zero M p k a h : 0 < M -> Nat.Odd p -> (2 <= k)%nat -> sawtooths M (fun _ => p) k a h ->
  forall x, M <= x -> composition h k x = 0.
Proof.
  intros positive odd more given.
  assert (after : forall j, (1 <= j <= k)%nat -> forall x, M <= x -> composition h j x <= 0).
  { intros j [some le] x beyond. induction some as [|j some IH].
    - cbn [composition]. destruct (given 1%nat ltac:(lia)) as [simplex saw].
      rewrite (sawtooth_goes_on _ _ _ _ simplex saw) by exact beyond. destruct simplex as (a0 & aq & up).
      specialize (up p ltac:(lia)). rewrite aq in up. replace (S p - 1)%nat with p by lia.
      rewrite level_S, level_odd by exact odd. unfold line_through.
      apply (Rmult_le_reg_r (M - a 1%nat p)); [lra|].
      replace ((M * 1 + (M * (1 - 1) - M * 1) * (x - a 1%nat p) / (M - a 1%nat p)) * (M - a 1%nat p))
        with (M * (M - x)) by (field; lra). nra.
    - cbn [composition]. destruct (given (S j) ltac:(lia)) as [_ (left & _)].
      rewrite left; [lra | apply IH; lia]. }
  intros x beyond. destruct k as [|k]; [lia|]. cbn [composition].
  destruct (given (S k) ltac:(lia)) as [_ (left & _)]. apply left, after; [lia | exact beyond].
Qed.

(** From laps to pieces. *)
Definition rate (M : R) (t : nat -> R) (i : nat) : R := M * (level (S i) - level i) / (t (S i) - t i).

Lemma lap_line M t i x : line_through (t i) (M * level i) (t (S i)) (M * level (S i)) x =
  rate M t i * x + (M * level i - rate M t i * t i).
Proof.
  unfold line_through, rate, Rdiv. ring.
Qed.

Lemma rates_differ M t i : 0 < M -> t i < t (S i) -> t (S i) < t (S (S i)) -> rate M t i <> rate M t (S i).
Proof.
  intros positive up up'.
  assert (E : rate M t i * (t (S i) - t i) = M * (level (S i) - level i)) by (unfold rate; field; lra).
  assert (E' : rate M t (S i) * (t (S (S i)) - t (S i)) = M * (level (S (S i)) - level (S i)))
    by (unfold rate; field; lra).
  rewrite !level_S in *. destruct (level_or i) as [L | L]; rewrite L in *; intros same; rewrite same in E; nra.
Qed.

Lemma rate_nonzero M t i : 0 < M -> t i < t (S i) -> rate M t i <> 0.
Proof.
  intros positive up zero.
  assert (E : rate M t i * (t (S i) - t i) = M * (level (S i) - level i)) by (unfold rate; field; lra).
  rewrite zero, level_S in E. destruct (level_or i) as [L | L]; rewrite L in E; lra.
Qed.

(** The slope and the offset of piece j: piece 0 is the left tail, piece j + 1 is lap j, and a piece after that is the
    right tail. *)
Definition slope (M : R) (N : nat) (t : nat -> R) (j : nat) : R :=
  match j with
  | O => 0
  | S i => if Nat.ltb i N then rate M t i else 0
  end.

Definition offset (M : R) (N : nat) (t : nat -> R) (j : nat) : R :=
  match j with
  | O => 0
  | S i => if Nat.ltb i N then M * level i - rate M t i * t i else 0
  end.

Lemma zigzag_pieces M N t f tail : 0 < M -> (1 <= N)%nat -> zigzag M N t f -> (forall x, x <= 0 -> f x = 0) ->
  (tail = 0%nat /\ goes_on M N t f \/ tail = 1%nat /\ forall x, M <= x -> f x = 0) ->
  has_pieces f (N + 1 + tail).
Proof.
  intros positive some (t0 & tN & inner) left right.
  split; [lia|]. exists (fun j => t (j - 1)%nat), (slope M N t), (offset M N t). split; [|split].
  - intros [|j] ? ?; [lia|]. replace (S (S j) - 1)%nat with (S j) by lia. replace (S j - 1)%nat with j by lia.
    apply inner. lia.
  - intros [|i] lt; cbn [slope].
    + rewrite (proj2 (Nat.ltb_lt 0 N)) by lia. apply not_eq_sym, rate_nonzero, inner; [exact positive | lia].
    + rewrite (proj2 (Nat.ltb_lt i N)) by lia. destruct (Nat.ltb_spec (S i) N) as [next | last].
      * apply rates_differ; [exact positive | |]; apply inner; lia.
      * apply rate_nonzero, inner; [exact positive | lia].
  - intros [|i] x lt [low high]; cbn [slope offset].
    + rewrite left; [ring|]. destruct high as [? | high]; [lia|]. cbn [Nat.sub] in high. lra.
    + destruct low as [? | low]; [lia|]. replace (S i - 1)%nat with i in low by lia.
      destruct (Nat.ltb_spec i N) as [lap | beyond].
      * rewrite <- lap_line. destruct high as [last | high].
        -- destruct (Rle_dec x (t (S i))) as [le | gt]; [apply inner; [lia | lra]|].
           destruct right as [[-> right] | [-> right]]; [|lia].
           assert (E : S i = N) by lia. rewrite E in *. rewrite right by lra. rewrite <- tN at 3. subst N.
           cbn [Nat.sub]. rewrite Nat.sub_0_r. rewrite tN. reflexivity.
        -- replace (S (S i) - 1)%nat with (S i) in high by lia. apply inner; [lia | lra].
      * destruct right as [[-> right] | [-> right]]; [lia|]. assert (E : i = N) by lia. subst i.
        rewrite right by lra. ring.
Qed.

(** The laps are the pieces on [0, M]. *)
Lemma zigzag_between M N t f : 0 < M -> zigzag M N t f ->
  (forall i, (i < N)%nat -> t i < t (S i) /\ affine_between f (t i) (t (S i))) /\
  (forall i, (S i < N)%nat -> ~ affine_between f (t i) (t (S (S i)))).
Proof.
  intros positive whole. pose proof whole as (_ & _ & inner). split.
  - intros i lt. destruct (inner i lt) as [up line]. split; [exact up|].
    exists (rate M t i), (M * level i - rate M t i * t i). intros x between.
    rewrite line by exact between. apply lap_line.
  - intros i lt (s & c & line). destruct (inner i ltac:(lia)) as [up _], (inner (S i) lt) as [up' _].
    pose proof (zigzag_value _ _ _ _ whole ltac:(lia)) as values.
    pose proof (line (t i) ltac:(lra)) as E0. pose proof (line (t (S i)) ltac:(lra)) as E1.
    pose proof (line (t (S (S i))) ltac:(lra)) as E2. rewrite !values, ?level_S in * by lia.
    assert (s * (t (S (S i)) - t i) = 0) as flat by (ring_simplify; lra).
    apply Rmult_integral in flat. destruct flat as [-> | ?]; [|lra].
    destruct (level_or i) as [L | L]; rewrite L in *; lra.
Qed.

(** The sawtooth as a sum of hinges: the slope over [a i, a (i + 1)] minus the one before, times max(0, x - a i). *)
Definition hinge (M : R) (a : nat -> R) (i : nat) : R :=
  match i with
  | O => rate M a 0
  | S i' => rate M a i - rate M a i'
  end.

Definition hinges (M : R) (p : nat) (a : nat -> R) (x : R) : R := sum_f_R0 (fun i => hinge M a i * relu (x - a i)) p.

Lemma hinges_after M p a x : in_simplex M p a -> forall i, (i <= p)%nat -> a i <= x ->
  hinges M i a x = line_through (a i) (M * level i) (a (S i)) (M * level (S i)) x.
Proof.
  intros (zero & _ & up) i le after. induction i as [|i IH].
  - unfold hinges. cbn [sum_f_R0 hinge]. unfold relu. rewrite Rmax_right by lra. rewrite lap_line.
    change (level 0) with 0. ring.
  - pose proof (up i ltac:(lia)). pose proof (up (S i) ltac:(lia)).
    unfold hinges in *. cbn [sum_f_R0]. rewrite IH by (lia || lra). unfold relu. rewrite Rmax_right by lra.
    rewrite !lap_line. cbn [hinge]. unfold rate. field. lra.
Qed.

Lemma hinges_before M p a x : in_simplex M p a -> forall i, (i <= p)%nat -> x <= a (S i) ->
  hinges M p a x = hinges M i a x.
Proof.
  intros (_ & _ & up) i le before. induction le as [|p le IH]; [reflexivity|].
  assert (rise : forall j, (i <= j <= p)%nat -> a (S i) <= a (S j)).
  { intros j [ij jp]. induction ij as [|j ij IHj]; [lra|]. specialize (up (S j) ltac:(lia)).
    specialize (IHj ltac:(lia)). lra. }
  unfold hinges in *. cbn [sum_f_R0]. rewrite IH by (intros; apply up; lia).
  unfold relu. rewrite Rmax_left; [ring|]. specialize (rise p ltac:(lia)). lra.
Qed.

Lemma hinges_left M p a x : in_simplex M p a -> x <= 0 -> hinges M p a x = 0.
Proof.
  intros simplex left. pose proof (simplex_positive M p a simplex 0 ltac:(lia)) as first.
  rewrite (hinges_before M p a x simplex 0) by (lia || lra). destruct simplex as (zero & _).
  unfold hinges. cbn [sum_f_R0]. unfold relu. rewrite Rmax_left by lra. ring.
Qed.

Lemma hinges_node M p a i : in_simplex M p a -> (i <= S p)%nat -> hinges M p a (a i) = M * level i.
Proof.
  intros simplex le. pose proof simplex as (zero & last & up).
  destruct i as [|i]; [rewrite zero, hinges_left by (auto; lra); change (level 0) with 0; ring|].
  specialize (up i ltac:(lia)).
  rewrite (hinges_before M p a _ simplex i) by (lia || lra).
  rewrite (hinges_after M p a _ simplex i) by (lia || lra). apply line_end, up.
Qed.

Lemma hinges_beyond M p a x : in_simplex M p a -> M <= x ->
  hinges M p a x = line_through (a p) (M * level p) M (M * level (S p)) x.
Proof.
  intros simplex beyond. pose proof (hinges_after M p a x simplex p (le_n p)) as line.
  destruct simplex as (_ & last & up). specialize (up p ltac:(lia)). rewrite last in *. apply line. lra.
Qed.

(** A sawtooth exists for every point of the simplex, *)
Lemma sawtooth_exists M p a : in_simplex M p a -> is_sawtooth M p a (hinges M p a).
Proof.
  intros simplex. pose proof simplex as (zero & last & up).
  assert (end_ : hinges M p a M = M * level (S p))
    by (rewrite <- (hinges_node M p a (S p) simplex), last by lia; reflexivity).
  split; [|split; [|split; [|split]]].
  - intros x. now apply hinges_left.
  - intros i le. apply hinges_node; [exact simplex | lia].
  - rewrite end_, hinges_node, level_S by (auto; lia). ring.
  - intros i x le [low high]. rewrite !hinges_node by (auto; lia).
    rewrite (hinges_before M p a x simplex i) by (lia || lra). now apply hinges_after with (p := p).
  - intros x beyond. rewrite end_, hinges_node by (auto; lia). now apply hinges_beyond.
Qed.

(** and only one. *)
Lemma sawtooth_hinges M p a h : in_simplex M p a -> is_sawtooth M p a h -> forall x, h x = hinges M p a x.
Proof.
  intros simplex saw x. pose proof (sawtooth_goes_on _ _ _ _ simplex saw) as right.
  pose proof (sawtooth_zigzag _ _ _ _ simplex saw) as whole. destruct saw as (left & _).
  destruct (Rle_dec x 0) as [? | after]; [rewrite left, hinges_left by assumption; reflexivity|].
  destruct (Rle_dec M x) as [? | before].
  - rewrite right, hinges_beyond by assumption. replace (S p - 1)%nat with p by lia. reflexivity.
  - destruct (zigzag_place _ _ _ _ x whole ltac:(lia) ltac:(lra)) as (i & lt & low & high).
    destruct whole as (_ & _ & inner). rewrite (proj2 (inner i lt) x) by lra.
    rewrite (hinges_before M p a x simplex i) by (lia || lra). symmetry.
    apply hinges_after with (p := p); [exact simplex | lia | exact low].
Qed.

Lemma sawtooth_unique M p a g h : in_simplex M p a -> is_sawtooth M p a g -> is_sawtooth M p a h ->
  forall x, g x = h x.
Proof.
  intros simplex one other x. rewrite (sawtooth_hinges M p a g), (sawtooth_hinges M p a h) by assumption. reflexivity.
Qed.

(** In particular f has exactly n pieces on [0, M]. *)
Lemma full_pieces_between f n M : has_full_pieces f n M -> has_pieces_between f n 0 M.
Proof.
  intros (t & t0 & tn & laps & maximal). exists t. split; [exact t0 | split; [exact tn | split; [|exact maximal]]].
  intros i lt. destruct (laps i lt) as (up & affine & _). auto.
Qed.
