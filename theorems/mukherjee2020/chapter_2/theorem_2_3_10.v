(** Theorem 2.3.10 of Mukherjee 2020, the family of zonotope functions: the counts, the second lower bound and the
    bijection are false as printed; what is true instead. *)

From Coq Require Import Reals List Arith Lra Lia Classical.
From Marginalia.formal Require Import vectors networks zonotope sawtooth binomials space_pieces piecewise vectors_facts
  networks_facts piecewise_facts sawtooth_facts zonotope_facts composed_pieces.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 theorem_2_3_7 proposition_2_3_9 lemma_2_a_6
  lemma_2_a_7 theorem_2_3_1.
Import ListNotations.
Open Scope R_scope.

(** f is a function H o gamma_Z of the family: H is the composition of k sawtooths with w - 1 nodes each, and gamma_Z is
    the support function of a zonotope of m generators in R^n that has factor (C(m - 1, 0) + ... + C(m - 1, n - 1))
    vertices: for factor = 1 it belongs to S(n, m) as printed, for factor = 2 to what S(n, m) should be. *)
Definition in_family (factor n m w k : nat) (f : point -> R) : Prop :=
  exists (M : R) (a : nat -> nat -> R) (h : nat -> R -> R) (b : list point) (g : point -> R) (v : list point),
    0 < M /\ (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) /\
    length b = m /\ Forall (fun u => length u = n) b /\ is_support n b g /\
    vertices n b v /\ length v = (factor * binomial_sum (m - 1) n)%nat /\
    forall r, length r = n -> f r = composition h k (g r).

(** ** Part (i) *)

Lemma computes_number_same N n f f' :
  (forall r, length r = n -> f r = f' r) -> computes_number N n f -> computes_number N n f'.
Proof. intros E [fits values]. split; [exact fits|]. intros r Lr. now rewrite values, E by exact Lr. Qed.

Lemma sawtooths_exist w k : exists (a : nat -> nat -> R) (h : nat -> R -> R),
  forall j, (1 <= j <= k)%nat -> in_simplex 1 (w - 1) (a j) /\ is_sawtooth 1 (w - 1) (a j) (h j).
Proof.
  set (p := (w - 1)%nat). set (a := fun i : nat => INR i / INR (S p)).
  assert (some : 0 < INR (S p)) by (apply lt_0_INR; lia).
  assert (simplex : in_simplex 1 p a).
  { unfold a. repeat split; [cbn; lra | field; lra|]. intros i _. rewrite (S_INR i). unfold Rdiv.
    apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat | lra]. }
  exists (fun _ => a), (fun _ => hinges 1 p a). intros j _. split; [exact simplex | now apply sawtooth_exists].
Qed.

(** The zonotope of 0 in R^1 has one vertex. *)
Lemma point_vertices : vertices 1 [[0]] [[0]].
Proof.
  assert (Z : forall x, in_zonotope 1 [[0]] x <-> x = [0]).
  { intros x. rewrite in_segment. split; [intros (c & _ & ->) | intros ->; exists 0; split; [lra|]]; f_equal; ring. }
  split; [repeat constructor; auto|]. intros x. split.
  - intros [<- | []]. split; [now apply Z|]. intros y z Hy Hz _. apply Z in Hy, Hz. congruence.
  - intros [Hx _]. apply Z in Hx. now left.
Qed.

(** For S(n, m) as printed and with the missing factor 2 part (i) is false: for n = m = 1, where 0 alone has the one
    vertex printed, the function 0 has one piece, and for n = m = 2 and a tent there are 8 pieces, not 4. *)
Theorem theorem_2_3_10_part_i_printed_refuted :
  forall factor : nat, factor = 1%nat \/ factor = 2%nat ->
  ~ (forall (n m w k : nat) (f : point -> R),
       (1 <= n)%nat -> (1 <= m)%nat -> (2 <= w)%nat -> (1 <= k)%nat -> in_family factor n m w k f ->
       (exists N, computes_number N n f /\ depth N = (k + 2)%nat /\ size N = (2 * m + w * k)%nat) /\
       has_pieces_in_space n f (binomial_sum (m - 1) n * w ^ k)).
Proof.
  intros factor which claimed. destruct tent as (a & h & simplex & saw).
  assert (given : forall j, (1 <= j <= 1)%nat -> in_simplex 1 (2 - 1) a /\ is_sawtooth 1 (2 - 1) a h) by auto.
  assert (refute : forall n m b v, (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun u => length u = n) b ->
    vertices n b v -> length v = (factor * binomial_sum (m - 1) n)%nat ->
    has_pieces_in_space n (fun r => composition (fun _ => h) 1 (width b r)) (binomial_sum (m - 1) n * 2)).
  { intros n m b v Hn Hm Lb H V K. apply (claimed n m 2%nat 1%nat); auto.
    exists 1, (fun _ => a), (fun _ => h), b, (width b), v. split; [lra|]. split; [exact given|].
    split; [exact Lb|]. split; [exact H|]. split; [now apply width_is_support|]. split; [exact V|]. auto. }
  destruct which as [-> | ->].
  - pose proof (refute 1%nat 1%nat [[0]] [[0]] ltac:(lia) ltac:(lia) eq_refl ltac:(repeat constructor) point_vertices
      eq_refl) as Two.
    destruct (proposition_2_3_9_pieces_repaired 1 2%nat 1%nat (fun _ => a) (fun _ => h) 1%nat 1%nat [[0]] (width [[0]])
      [[0]] ltac:(lra) ltac:(lia) ltac:(lia) given ltac:(lia) ltac:(lia) eq_refl ltac:(repeat constructor)
      (width_is_support 1 [[0]] ltac:(repeat constructor)) point_vertices) as (_ & One & _).
    pose proof (pieces_in_space_unique _ _ _ _ Two (One eq_refl)) as E. discriminate.
  - destruct (theorem_2_3_7_part_1_sharpened 2 2 ltac:(lia) ltac:(lia)) as (b & v & Lb & H & V & K).
    pose proof (refute 2%nat 2%nat b v ltac:(lia) ltac:(lia) Lb H V K) as Four.
    destruct (proposition_2_3_9_pieces_repaired 1 2%nat 1%nat (fun _ => a) (fun _ => h) 2%nat 2%nat b (width b) v
      ltac:(lra) ltac:(lia) ltac:(lia) given ltac:(lia) ltac:(lia) Lb H (width_is_support 2 b H) V)
      as (_ & _ & More & _). rewrite K in More. specialize (More ltac:(simpl; lia) (or_intror eq_refl)).
    pose proof (pieces_in_space_unique _ _ _ _ Four More) as E. discriminate.
Qed.

(** For all n, m, k and w there are functions of the family, with the factor 2; each is computed by a network of depth
    k + 2 and size 2 m + w k, and has 2 (C(m - 1, 0) + ... + C(m - 1, n - 1)) w^k pieces; if w is even and k >= 2, then
    two more if n = 1 or m = 1, and else one more. *)
Theorem theorem_2_3_10_part_i_repaired :
  forall n m w k : nat, (1 <= n)%nat -> (1 <= m)%nat -> (2 <= w)%nat -> (1 <= k)%nat ->
    (exists f, in_family 2 n m w k f) /\
    forall f, in_family 2 n m w k f ->
      (exists N, computes_number N n f /\ depth N = (k + 2)%nat /\ size N = (2 * m + w * k)%nat) /\
      (Nat.Odd w \/ k = 1%nat -> has_pieces_in_space n f (2 * binomial_sum (m - 1) n * w ^ k)) /\
      (Nat.Even w -> (2 <= k)%nat -> n = 1%nat \/ m = 1%nat ->
        has_pieces_in_space n f (2 * binomial_sum (m - 1) n * w ^ k + 2)) /\
      (Nat.Even w -> (2 <= k)%nat -> (2 <= n)%nat -> (2 <= m)%nat ->
        has_pieces_in_space n f (2 * binomial_sum (m - 1) n * w ^ k + 1)).
Proof.
  intros n m w k Hn Hm two some. split.
  - destruct (theorem_2_3_7_part_1_sharpened n m Hn Hm) as (b & v & Lb & H & V & K).
    destruct (sawtooths_exist w k) as (a & h & given).
    exists (fun r => composition h k (width b r)), 1, a, h, b, (width b), v. split; [lra|]. split; [exact given|].
    split; [exact Lb|]. split; [exact H|]. split; [now apply width_is_support|]. split; [exact V|]. auto.
  - intros f (M & a & h & b & g & v & positive & given & Lb & H & G & V & K & E).
    assert (E' : forall r, length r = n -> composition h k (g r) = f r) by (intros r Lr; now rewrite E).
    destruct (proposition_2_3_9_pieces_repaired M w k a h n m b g v positive two some given Hn Hm Lb H G V)
      as (_ & _ & Steep & Around & Sides).
    assert (S : (1 <= binomial_sum (m - 1) n)%nat /\ (n = 1%nat \/ m = 1%nat -> binomial_sum (m - 1) n = 1%nat) /\
                ((2 <= n)%nat -> (2 <= m)%nat -> (2 <= binomial_sum (m - 1) n)%nat)).
    { destruct n as [|n]; [lia|]. pose proof (binomial_sum_monotone 0 (m - 1) (S n) ltac:(lia)) as Mono.
      rewrite binomial_sum_of_zero in Mono. split; [exact Mono|]. split.
      - intros [O | ->]; [rewrite O; apply binomial_sum_one | apply binomial_sum_of_zero].
      - intros Hn2 Hm2. destruct m as [|[|m]]; try lia. replace (S (S m) - 1)%nat with (S m) by lia.
        rewrite binomial_sum_pascal. destruct n as [|n]; [lia|].
        pose proof (binomial_sum_monotone 0 m (S n) ltac:(lia)) as M1.
        pose proof (binomial_sum_monotone 0 m (S (S n)) ltac:(lia)) as M2. rewrite binomial_sum_of_zero in M1, M2.
        lia. }
    rewrite K in *. split; [|split; [|split]].
    + destruct (proposition_2_3_9_size_printed M w k a h n m b g positive two some given Hn Hm Lb H G)
        as (N & computed & deep & _ & large). exists N. split; [|auto]. now apply (computes_number_same N n _ f E').
    + intros steep. apply (pieces_same n _ f _ E'), Steep; [lia | exact steep].
    + intros even more thin. apply (pieces_same n _ f _ E'), Sides; auto. rewrite (proj1 (proj2 S) thin). reflexivity.
    + intros even more Hn2 Hm2. apply (pieces_same n _ f _ E'), Around; auto. pose proof (proj2 (proj2 S) Hn2 Hm2). lia.
Qed.

(** ** Part (iii) *)

(** Opposite generators have the same zonotope. *)
Lemma opposite_generators n b : Forall (fun v => length v = n) b ->
  (forall v, vertices n b v -> vertices n (map (scale (-1)) b) v) /\
  (forall r, width (map (scale (-1)) b) r = width b r).
Proof.
  intros H. assert (E : map (scale (-1)) b = signed (repeat (-1) (length b)) b).
  { induction b as [|v b IH]; [reflexivity|]. inversion_clear H. simpl. rewrite signed_cons, <- IH; auto. }
  split.
  - intros v [D V]. split; [exact D|]. intros x. rewrite V, E. symmetry. apply is_vertex_signed.
    + apply repeat_length.
    + apply Forall_forall. intros c Hc. apply repeat_spec in Hc. now right.
  - intros r. clear H E. induction b as [|v b IH]; [reflexivity|]. simpl. rewrite !width_cons, IH, dot_scale_r.
    f_equal. rewrite Rabs_mult, (Rabs_left (-1)) by lra. ring.
Qed.

(** Different generators can give the same function, for S(n, m) as printed and with the missing factor 2: it is not
    true that, for the same sawtooths, the function determines the generators. *)
Theorem theorem_2_3_10_part_iii_printed_refuted :
  forall factor : nat, factor = 1%nat \/ factor = 2%nat ->
  ~ (forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) (n m : nat)
       (b c : list point) (g f : point -> R) (v u : list point),
       0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
       (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
       (1 <= n)%nat -> (1 <= m)%nat ->
       length b = m -> Forall (fun u => length u = n) b -> is_support n b g ->
       vertices n b v -> length v = (factor * binomial_sum (m - 1) n)%nat ->
       length c = m -> Forall (fun u => length u = n) c -> is_support n c f ->
       vertices n c u -> length u = (factor * binomial_sum (m - 1) n)%nat ->
       (forall r, length r = n -> composition h k (g r) = composition h k (f r)) -> b = c).
Proof.
  intros factor which claimed. destruct tent as (a & h & simplex & saw).
  assert (refute : forall n m b v, (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun u => length u = n) b ->
    vertices n b v -> length v = (factor * binomial_sum (m - 1) n)%nat -> b = map (scale (-1)) b).
  { intros n m b v Hn Hm Lb H V K. destruct (opposite_generators n b H) as [V' W].
    assert (H' : Forall (fun u => length u = n) (map (scale (-1)) b)).
    { apply Forall_map. eapply Forall_impl; [|exact H]. intros u Lu. lengths. }
    apply (claimed 1 2%nat 1%nat (fun _ => a) (fun _ => h) n m b _ (width b) (width (map (scale (-1)) b)) v v); auto;
      try lra; try (now apply width_is_support).
    - now rewrite map_length.
    - intros r _. now rewrite W. }
  destruct which as [-> | ->].
  - assert (E : [[1; 0]; [1; 0]] = map (scale (-1)) [[1; 0]; [1; 0]]).
    { apply (refute 2%nat 2%nat _ [[2; 0]; [-2; 0]]); auto. exact doubled_segment_vertices. }
    injection E. lra.
  - assert (H : Forall (fun u : point => length u = 1%nat) [[1]]) by repeat constructor.
    destruct (vertices_exist 1 [[1]] H) as (v & V).
    assert (E : [[1]] = map (scale (-1)) [[1]]).
    { apply (refute 1%nat 1%nat _ v); auto. apply Nat.le_antisymm.
      - now apply (vertices_bounded 1 1 [[1]] v).
      - now apply (segment_two_vertices 1 v). }
    injection E. lra.
Qed.

(** If F runs between 0 and M with two laps or more, and is G in another scale, then G is not higher. *)
Lemma scaled_height M N m l t s F G c : 0 < M -> 0 < N -> (2 <= m)%nat -> (1 <= l)%nat -> zigzag M m t F ->
  zigzag N l s G -> 0 < c -> (forall y, 0 <= y -> F y = G (c * y)) -> N <= M.
Proof.
  intros posM posN two some whole other pos same. apply Rnot_lt_le. intros less.
  pose proof (lap_within M m t F posM whole) as bounds.
  pose proof (zigzag_value N l s G other some 1%nat ltac:(lia)) as top. change (level 1) with 1 in top.
  destruct whole as (t0 & _ & inner), other as (s0 & _ & outer).
  destruct (inner 0%nat ltac:(lia)) as [up line], (inner 1%nat ltac:(lia)) as [up' line'].
  destruct (outer 0%nat ltac:(lia)) as [rise slope]. rewrite t0, s0 in *.
  change (level 2) with 0 in *. change (level 1) with 1 in *. change (level 0) with 0 in *.
  set (e := s 1%nat / c). assert (E : c * e = s 1%nat) by (unfold e; field; lra).
  assert (pe : 0 < e) by (unfold e; now apply Rdiv_lt_0_compat).
  destruct (Rle_dec e (t 1%nat)) as [low | high].
  - specialize (bounds 0%nat e ltac:(lia) ltac:(rewrite t0; lra)). rewrite same, E, top in bounds; lra.
  - set (y := Rmin e (t 2%nat)). assert (Y : t 1%nat < y /\ y <= e /\ y <= t 2%nat).
    { unfold y. pose proof (Rmin_l e (t 2%nat)). pose proof (Rmin_r e (t 2%nat)).
      split; [apply Rmin_glb_lt; lra | lra]. }
    pose proof (line (t 1%nat) ltac:(lra)) as A. rewrite line_end in A by lra.
    pose proof (line' y ltac:(lra)) as B.
    rewrite same, slope in A by nra. rewrite same, slope in B by nra.
    unfold line_through in A, B. replace (N * 0 + (N * 1 - N * 0) * (c * y - 0) / (s 1%nat - 0)) with
      (N * 0 + (N * 1 - N * 0) * (c * t 1%nat - 0) / (s 1%nat - 0) + N * c * (y - t 1%nat) / s 1%nat) in B
      by (field; lra). rewrite A in B.
    assert (0 < N * c * (y - t 1%nat) / s 1%nat) by (apply Rdiv_lt_0_compat; [repeat apply Rmult_lt_0_compat |]; lra).
    assert (0 < M * (y - t 1%nat) / (t 2%nat - t 1%nat))
      by (apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat |]; lra).
    replace (M * 1 + (M * 0 - M * 1) * (y - t 1%nat) / (t 2%nat - t 1%nat)) with
      (M * 1 - M * (y - t 1%nat) / (t 2%nat - t 1%nat)) in B by (field; lra). lra.
Qed.

(** Inside a lap the values lie strictly between 0 and M. *)
Lemma inside_lap M N t f i x : 0 < M -> zigzag M N t f -> (i < N)%nat -> t i < x < t (S i) -> 0 < f x < M.
Proof.
  intros positive (_ & _ & inner) Hi Hx. destruct (inner i Hi) as [up line]. rewrite line by lra.
  unfold line_through. rewrite level_S. set (q := (x - t i) / (t (S i) - t i)).
  assert (E : q * (t (S i) - t i) = x - t i) by (unfold q; field; lra).
  assert (0 < q < 1) by (split; nra). unfold Rdiv in q.
  destruct (level_or i) as [-> | ->].
  - replace (M * 0 + (M * (1 - 0) - M * 0) * (x - t i) / (t (S i) - t i)) with (M * q) by (unfold q; field; lra). nra.
  - replace (M * 1 + (M * (1 - 1) - M * 1) * (x - t i) / (t (S i) - t i)) with (M * (1 - q))
      by (unfold q; field; lra). nra.
Qed.

Lemma scaled_cuts M L t s F G c : 0 < M -> (1 <= L)%nat -> zigzag M L t F -> zigzag M L s G -> 0 < c ->
  (forall y, 0 <= y -> F y = G (c * y)) -> forall i, (i <= L)%nat -> s i = c * t i.
Proof.
  intros positive some whole other pos same. induction i as [|i IH]; intros le.
  - destruct whole as (-> & _), other as (-> & _). ring.
  - specialize (IH ltac:(lia)). pose proof (zigzag_value M L t F whole some (S i) le) as V.
    pose proof (zigzag_value M L s G other some (S i) le) as V'.
    pose proof (zigzag_up M L t F whole 0 i ltac:(lia)) as low.
    pose proof (proj1 (proj2 (proj2 whole) i le)) as up. pose proof (proj1 (proj2 (proj2 other) i le)) as up'.
    destruct whole as (t0 & whole). rewrite t0 in low.
    destruct (Rtotal_order (s (S i)) (c * t (S i))) as [lt | [eq | gt]]; [exfalso | exact eq | exfalso].
    + set (e := s (S i) / c). assert (E : c * e = s (S i)) by (unfold e; field; lra).
      assert (I : t i < e < t (S i)) by (split; apply Rmult_lt_reg_l with c; lra).
      pose proof (inside_lap M L t F i e positive (conj t0 whole) le I) as B.
      rewrite same, E, V' in B by lra. destruct (level_or (S i)) as [L1 | L1]; rewrite L1 in B; lra.
    + assert (I : s i < c * t (S i) < s (S i)) by (rewrite IH; split; [apply Rmult_lt_compat_l; lra | lra]).
      pose proof (inside_lap M L s G i _ positive other le I) as B.
      rewrite <- same, V in B by lra. destruct (level_or (S i)) as [L1 | L1]; rewrite L1 in B; lra.
Qed.

(** The function determines the support function, and so the zonotope; and unless the zonotope is a point, M and all the
    nodes of the sawtooths. *)
Theorem theorem_2_3_10_part_iii_repaired :
  forall (w k n m : nat) (M N : R) (a c : nat -> nat -> R) (h q : nat -> R -> R)
    (b d : list point) (g f : point -> R),
    (2 <= w)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat -> 0 < M -> 0 < N ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (forall j, (1 <= j <= k)%nat -> in_simplex N (w - 1) (c j) /\ is_sawtooth N (w - 1) (c j) (q j)) ->
    length b = m -> Forall (fun u => length u = n) b -> is_support n b g ->
    length d = m -> Forall (fun u => length u = n) d -> is_support n d f ->
    (forall r, length r = n -> composition h k (g r) = composition q k (f r)) ->
    (forall r, length r = n -> g r = f r) /\
    ((forall r, length r = n -> g r = 0) \/
     (M = N /\ forall j i, (1 <= j <= k)%nat -> (1 <= i <= w - 1)%nat -> a j i = c j i)).
Proof.
  intros w k n m M N a c h q b d g f two some _ _ posM posN one other _ Hb G _ Hd F same.
  set (p := fun _ : nat => (w - 1)%nat).
  pose proof (composition_zigzag M p k a h posM one) as whole.
  pose proof (composition_zigzag N p k c q posN other) as whole'.
  assert (laps2 : (2 <= laps p k)%nat).
  { unfold p. rewrite laps_power. replace (w - 1 + 1)%nat with w by lia.
    destruct k as [|k]; [lia|]. cbn. pose proof (Nat.pow_nonzero w k ltac:(lia)). nia. }
  set (L := laps p k) in *. set (t := lap_cuts M p a k) in *. set (s := lap_cuts N p c k) in *.
  set (A := composition h k) in *. set (B := composition q k) in *.
  assert (zeroA : A 0 = 0).
  { pose proof (zigzag_value M L t A whole ltac:(lia) 0%nat ltac:(lia)) as V. destruct whole as (t0 & _).
    rewrite t0 in V. rewrite V. change (level 0) with 0. ring. }
  assert (zeroB : B 0 = 0).
  { pose proof (zigzag_value N L s B whole' ltac:(lia) 0%nat ltac:(lia)) as V. destruct whole' as (s0 & _).
    rewrite s0 in V. rewrite V. change (level 0) with 0. ring. }
  assert (top : A (t 1%nat) = M /\ 0 < t 1%nat).
  { pose proof (zigzag_value M L t A whole ltac:(lia) 1%nat ltac:(lia)) as V. destruct whole as (t0 & _ & inner).
    destruct (inner 0%nat ltac:(lia)) as [up _]. change (level 1) with 1 in V. lra. }
  assert (top' : B (s 1%nat) = N /\ 0 < s 1%nat).
  { pose proof (zigzag_value N L s B whole' ltac:(lia) 1%nat ltac:(lia)) as V. destruct whole' as (s0 & _ & inner).
    destruct (inner 0%nat ltac:(lia)) as [up _]. change (level 1) with 1 in V. lra. }
  assert (ray : forall r, length r = n -> 0 <= g r /\ 0 <= f r /\ forall y, 0 <= y -> A (y * g r) = B (y * f r)).
  { intros r Lr. rewrite (support_is_width n b g r Hb G Lr), (support_is_width n d f r Hd F Lr).
    split; [apply width_nonneg|]. split; [apply width_nonneg|]. intros y Hy.
    specialize (same (scale y r) ltac:(lengths)).
    rewrite (support_is_width n b g _ Hb G), (support_is_width n d f _ Hd F) in same by lengths.
    now rewrite !width_scale, !Rabs_pos_eq in same by exact Hy. }
  assert (both : forall r, length r = n -> g r = 0 <-> f r = 0).
  { intros r Lr. destruct (ray r Lr) as (G0 & F0 & R). split; intros Z; rewrite Z in R.
    - destruct F0 as [P | E]; [exfalso | auto]. specialize (R (s 1%nat / f r)).
      replace (s 1%nat / f r * f r) with (s 1%nat) in R by (field; lra). rewrite Rmult_0_r, zeroA in R.
      assert (0 < s 1%nat / f r) by (apply Rdiv_lt_0_compat; lra). lra.
    - destruct G0 as [P | E]; [exfalso | auto]. specialize (R (t 1%nat / g r)).
      replace (t 1%nat / g r * g r) with (t 1%nat) in R by (field; lra). rewrite Rmult_0_r, zeroB in R.
      assert (0 < t 1%nat / g r) by (apply Rdiv_lt_0_compat; lra). lra. }
  assert (scales : forall r, length r = n -> g r <> 0 -> g r = f r /\ M = N /\ forall y, 0 <= y -> A y = B y).
  { intros r Lr Nz. destruct (ray r Lr) as (G0 & F0 & R).
    assert (Nz' : f r <> 0) by (intros Z; apply Nz, both; auto).
    set (e := f r / g r). assert (Pe : 0 < e) by (apply Rdiv_lt_0_compat; lra).
    assert (R1 : forall y, 0 <= y -> A y = B (e * y)).
    { intros y Hy. specialize (R (y / g r)). replace (y / g r * g r) with y in R by (field; lra).
      rewrite R; [f_equal; unfold e; field; lra|]. apply Rmult_le_pos; [exact Hy|]. left. apply Rinv_0_lt_compat. lra. }
    assert (R2 : forall y, 0 <= y -> B y = A (/ e * y)).
    { intros y Hy. assert (0 < / e) by now apply Rinv_0_lt_compat. rewrite R1 by nra. f_equal. field. lra. }
    assert (EM : M = N).
    { apply Rle_antisym.
      - apply (scaled_height N M L L s t B A (/ e)); auto; try lia. now apply Rinv_0_lt_compat.
      - apply (scaled_height M N L L t s A B e); auto; lia. }
    assert (E1 : e = 1).
    { rewrite <- EM in whole'.
      pose proof (scaled_cuts M L t s A B e posM ltac:(lia) whole whole' Pe R1 L (le_n L)) as E.
      destruct whole as (_ & tL & _), whole' as (_ & sL & _). rewrite tL, sL in E. nra. }
    split; [|split; [exact EM|]].
    - unfold e in E1. apply (f_equal (fun z => z * g r)) in E1.
      replace (f r / g r * g r) with (f r) in E1 by (field; lra). lra.
    - intros y Hy. rewrite R1, E1 by exact Hy. f_equal. ring. }
  split.
  - intros r Lr. destruct (Req_dec (g r) 0) as [Z | Nz]; [|now apply scales].
    rewrite Z. symmetry. now apply both.
  - destruct (classic (exists r, length r = n /\ g r <> 0)) as [(r & Lr & Nz) | None].
    + right. destruct (scales r Lr Nz) as (_ & EM & Eq).
      apply (theorem_2_3_2_distinct_parameters_sharpened w k M N a c h q); auto.
    + left. intros r Lr. apply NNPP. intros Nz. apply None. exists r. auto.
Qed.
