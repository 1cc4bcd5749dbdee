(** Sawtooths whose first lap goes on to the left of 0, in place of the flat tail: their compositions have one piece for
    each lap, and networks of the same widths. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import networks piecewise sawtooth sawtooth_facts hinge_networks_facts.
Open Scope R_scope.

Definition open_sawtooth (M : R) (p : nat) (a : nat -> R) (x : R) : R :=
  if Rle_dec 0 x then hinges M p a x else line_through 0 0 (a 1%nat) M x.

(** f is a zigzag on [0, M], and its first lap and its last one go on beyond. *)
Definition open_zigzag (M : R) (N : nat) (t : nat -> R) (f : R -> R) : Prop :=
  zigzag M N t f /\ (forall x, x <= 0 -> f x = line_through 0 0 (t 1%nat) M x) /\ goes_on M N t f.

Lemma open_pieces M N t f : 0 < M -> (1 <= N)%nat -> open_zigzag M N t f -> has_pieces f N.
Proof.
  intros positive some ((t0 & tN & inner) & left & right).
  split; [exact some|]. exists t, (rate M t), (fun i => M * level i - rate M t i * t i). split; [|split].
  - intros i _ ?. apply inner. lia.
  - intros i lt. apply rates_differ; [exact positive | |]; apply inner; lia.
  - intros i x lt [low high]. rewrite <- lap_line.
    destruct (Rle_dec (t i) x) as [ge | less].
    + destruct (Rle_dec x (t (S i))) as [le | gt]; [apply inner; [exact lt | lra]|].
      destruct high as [E | ?]; [|lra]. rewrite E in *. rewrite right by lra. rewrite tN.
      replace (N - 1)%nat with i by lia. reflexivity.
    + destruct low as [-> | ?]; [|lra]. rewrite left by lra. rewrite t0.
      change (level 0) with 0. change (level 1) with 1. now rewrite Rmult_0_r, Rmult_1_r.
Qed.

Lemma positive_line t M x : 0 < M -> 0 < t -> x <= 0 -> line_through 0 0 t M x <= 0.
Proof.
  intros positive up below. apply (Rmult_le_reg_r t); [exact up|]. unfold line_through.
  replace ((0 + (M - 0) * (x - 0) / (t - 0)) * t) with (M * x) by (field; lra). nra.
Qed.

Lemma open_compose M N q t a f h : 0 < M -> (1 <= N)%nat -> (1 <= q)%nat ->
  open_zigzag M N t f -> open_zigzag M q a h ->
  open_zigzag M (N * q) (refined M q a t) (fun x => h (f x)).
Proof.
  intros positive someN some (Zf & left & right) (Zh & lefth & righth).
  pose proof (zigzag_zigzag M N q t a f h positive some Zf Zh) as Z.
  pose proof Zf as (t0 & tN & inner). pose proof Zh as (a0 & aq & outer).
  assert (at_ : forall i r, (r <= q)%nat ->
    refined M q a t (i * q + r) = t i + (t (S i) - t i) * passed M q a i r / M)
    by (intros; apply refined_at; auto; lra).
  destruct (outer 0%nat ltac:(lia)) as [upa _]. rewrite a0 in upa.
  split; [exact Z|]. split.
  - intros x below. destruct (inner 0%nat ltac:(lia)) as [up _]. rewrite t0 in up.
    pose proof (at_ 0%nat 1%nat ltac:(lia)) as A1. cbn [Nat.mul Nat.add] in A1. rewrite A1. unfold passed.
    change (level 0) with 0. rewrite t0.
    rewrite left by exact below. rewrite lefth by now apply positive_line.
    unfold line_through. field. lra.
  - intros x beyond.
    destruct N as [|N']; [lia|]. specialize (right x beyond). replace (S N' - 1)%nat with N' in right by lia.
    destruct (inner N' ltac:(lia)) as [up _]. rewrite tN in up.
    assert (E : (S N' * q - 1 = N' * q + (q - 1))%nat) by nia. rewrite E.
    rewrite at_, level_at by lia. rewrite level_mul, tN, level_S in *.
    destruct (level_or N') as [L | L]; rewrite L in *; unfold passed; rewrite L.
    + destruct (outer (q - 1)%nat ltac:(lia)) as [upq _]. replace (S (q - 1)) with q in upq by lia. rewrite aq in upq.
      assert (high : M <= f x).
      { rewrite right. unfold line_through. apply (Rmult_le_reg_r (M - t N')); [lra|].
        replace ((M * 0 + (M * (1 - 0) - M * 0) * (x - t N') / (M - t N')) * (M - t N')) with (M * (x - t N'))
          by (field; lra).
        nra. }
      rewrite (righth _ high), right. rewrite line_line by lra. f_equal; field; lra.
    + assert (low : f x <= 0).
      { rewrite right. unfold line_through. apply (Rmult_le_reg_r (M - t N')); [lra|].
        replace ((M * 1 + (M * (1 - 1) - M * 1) * (x - t N') / (M - t N')) * (M - t N')) with (M * (M - x))
          by (field; lra).
        nra. }
      rewrite (lefth _ low), right. replace (q - (q - 1))%nat with 1%nat by lia.
      change (level 1) with 1. replace (level q) with (level q + 0) by ring.
      unfold line_through. field. nra.
Qed.

Lemma open_sawtooth_zigzag M p a : 0 < M -> in_simplex M p a -> open_zigzag M (S p) a (open_sawtooth M p a).
Proof.
  intros positive simplex. pose proof (sawtooth_exists _ _ _ simplex) as saw.
  pose proof (sawtooth_zigzag _ _ _ _ simplex saw) as Z. pose proof (sawtooth_goes_on _ _ _ _ simplex saw) as R_.
  assert (E : forall x, 0 <= x -> open_sawtooth M p a x = hinges M p a x).
  { intros x ge. unfold open_sawtooth. destruct (Rle_dec 0 x); [reflexivity | lra]. }
  split; [|split].
  - pose proof Z as (a0 & aq & laps_). split; [exact a0 | split; [exact aq|]].
    intros i lt. split; [apply laps_; exact lt|]. intros x between. rewrite E; [now apply laps_|].
    pose proof (zigzag_up _ _ _ _ Z 0 i ltac:(lia)). lra.
  - intros x le. unfold open_sawtooth. destruct (Rle_dec 0 x) as [ge | _]; [|reflexivity].
    replace x with 0 by lra. rewrite hinges_left by (assumption || lra). now rewrite line_start.
  - intros x ge. rewrite E by lra. now apply R_.
Qed.

Lemma open_composition M w a k : 0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
  exists t, open_zigzag M (w ^ k) t (composition (fun j => open_sawtooth M (w - 1) (a j)) k).
Proof.
  intros positive wide. induction 1 as [|k deep IH]; intros given.
  - exists (a 1%nat). cbn [composition Nat.pow]. replace (w * 1)%nat with (S (w - 1)) by lia.
    apply open_sawtooth_zigzag; [exact positive | apply given; lia].
  - destruct IH as [t T]; [intros; apply given; lia|].
    exists (refined M w (a (S k)) t). cbn [composition].
    replace (w ^ S k)%nat with (w ^ k * w)%nat by (cbn [Nat.pow]; lia).
    apply open_compose; [exact positive | apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia | lia | exact T |].
    pose proof (open_sawtooth_zigzag M (w - 1) (a (S k)) positive (given (S k) ltac:(lia))) as Z.
    now replace (S (w - 1)) with w in Z by lia.
Qed.

Lemma open_network M w a k : 0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j)) ->
  exists N, computes_on_line N (composition (fun j => open_sawtooth M (w - 1) (a j)) k) /\ widths N = repeat w k.
Proof.
  intros positive wide deep given. apply composition_width; [exact deep|]. intros j inside.
  apply units_for_pieces; [exact wide|]. apply (open_pieces M w (a j)); [exact positive | lia|].
  pose proof (open_sawtooth_zigzag M (w - 1) (a j) positive (given j inside)) as Z.
  now replace (S (w - 1)) with w in Z by lia.
Qed.

Lemma open_agrees M w k a h x : 0 < M -> (2 <= w)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) -> 0 <= x <= M ->
  composition (fun j => open_sawtooth M (w - 1) (a j)) k x = composition h k x /\ 0 <= composition h k x <= M.
Proof.
  intros positive wide. induction k as [|k IH]; intros given inside; cbn [composition].
  { split; [reflexivity | exact inside]. }
  destruct (IH ltac:(intros; apply given; lia) inside) as [-> B].
  destruct (given (S k) ltac:(lia)) as [simplex saw].
  pose proof (sawtooth_zigzag _ _ _ _ simplex saw) as Z. split.
  - unfold open_sawtooth. destruct (Rle_dec 0 _); [|lra]. symmetry. now apply sawtooth_hinges.
  - destruct (zigzag_place _ _ _ _ _ Z ltac:(lia) B) as (i & lt & between).
    exact (lap_within _ _ _ _ positive Z i _ lt between).
Qed.
