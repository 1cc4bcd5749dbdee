(** Theorem 2.3.10 of Mukherjee 2020, the family of zonotope functions: the counts, the second lower bound and the
    bijection are false as printed; what is true instead. The family is not ours to choose: it has the name under which
    Proposition 2.3.9 defines its functions. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import lists_facts numbers_facts vectors networks zonotope sawtooth binomials.
From Marginalia.formal Require Import space_pieces piecewise vectors_facts networks_facts piecewise_facts.
From Marginalia.formal Require Import sawtooth_facts zonotope_facts support_pieces_facts composed_pieces_facts.
From Marginalia.formal Require Import means_facts zonotope_vertices_facts five_nodes_facts hinge_networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 theorem_2_3_7 proposition_2_3_9 lemma_2_a_6.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_7.
Import ListNotations.
Open Scope R_scope.

(** f is a function H o gamma_Z of the family, as Proposition 2.3.9 defines it under the name that the theorem uses: H
    is the composition of k sawtooths with w - 1 nodes each, and gamma_Z is the support function of a zonotope of m
    generators in R^n that has factor (C(m - 1, 0) + ... + C(m - 1, n - 1)) vertices: for factor = 1 it belongs to
    S(n, m) as printed, for factor = 2 to what S(n, m) should be. *)
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
  ~ (exists factor : nat, (factor = 1%nat \/ factor = 2%nat) /\
     forall (n m w k : nat) (f : point -> R),
       (1 <= n)%nat -> (1 <= m)%nat -> (2 <= w)%nat -> (1 <= k)%nat -> in_family factor n m w k f ->
       (exists N, computes_number N n f /\ depth N = (k + 2)%nat /\ size N = (2 * m + w * k)%nat) /\
       has_pieces_in_space n f (binomial_sum (m - 1) n * w ^ k)).
Proof.
  intros (factor & which & claimed). destruct tent as (a & h & simplex & saw).
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
  ~ (exists factor : nat, (factor = 1%nat \/ factor = 2%nat) /\
     forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) (n m : nat)
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
  intros (factor & which & claimed). destruct tent as (a & h & simplex & saw).
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
  - destruct unit_vertices as (v & V & two).
    assert (E : [[1]] = map (scale (-1)) [[1]]) by (apply (refute 1%nat 1%nat _ v); auto).
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

(** The function determines the support function, and so the zonotope; and unless the zonotope is a point, M and all
    the nodes of the sawtooths. *)
Theorem theorem_2_3_10_part_iii_repaired :
  forall (w k n m : nat) (M N : R) (a c : nat -> nat -> R) (h q : nat -> R -> R)
    (b d : list point) (g f : point -> R),
    (2 <= w)%nat -> (1 <= k)%nat -> (1 <= n)%nat -> (1 <= m)%nat -> 0 < M -> 0 < N ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (forall j, (1 <= j <= k)%nat -> in_simplex N (w - 1) (c j) /\ is_sawtooth N (w - 1) (c j) (q j)) ->
    length b = m -> Forall (fun u => length u = n) b -> is_support n b g ->
    length d = m -> Forall (fun u => length u = n) d -> is_support n d f ->
    (forall r, length r = n -> composition h k (g r) = composition q k (f r)) ->
    (forall r, length r = n -> g r = f r) /\ (forall x, in_zonotope n b x <-> in_zonotope n d x) /\
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
  assert (equal : forall r, length r = n -> g r = f r).
  { intros r Lr. destruct (Req_dec (g r) 0) as [Z | Nz]; [|now apply scales].
    rewrite Z. symmetry. now apply both. }
  split; [exact equal|]. split.
  - intros x. split; [now apply (support_determines n b d g f)|].
    apply (support_determines n d b f g); auto. intros r Lr. symmetry. auto.
  - destruct (classic (exists r, length r = n /\ g r <> 0)) as [(r & Lr & Nz) | None].
    + right. destruct (scales r Lr Nz) as (_ & EM & Eq).
      apply (theorem_2_3_2_distinct_parameters_sharpened w k M N a c h q); auto.
    + left. intros r Lr. apply NNPP. intros Nz. apply None. exists r. auto.
Qed.

(** ** Part (ii), the second term *)

(** The network for the composition of k + 1 sawtooths with the nodes 1, 2, 4, 6 and M = 7 of |x|: ten units, and then
    four in each layer, since a sawtooth of a value u >= 0 needs no unit for u itself. *)
Definition ten_units : layer :=
  map (fun t => Gate [1] (- t)) [0; 1; 2; 4; 6] ++ map (fun t => Gate [-1] (- t)) [0; 1; 2; 4; 6].
Definition ten_weights : list R := [7; -14; 21 / 2; -7; 21 / 2; 7; -14; 21 / 2; -7; 21 / 2].
Definition four_weights : list R := [-14; 21 / 2; -7; 21 / 2].

Definition four_units (c : list R) (s : R) : layer :=
  map (fun g => Gate (scale (fst g) c) (fst g * s + snd g)) [(1, -1); (1, -2); (-1, 4); (1, -6)].

Definition narrow (k : nat) : network :=
  Network (ten_units :: four_units ten_weights 0 :: repeat (four_units four_weights 28) k) [Gate four_weights 28].

Lemma four_units_value c s z u : dot c z + s = u -> 0 <= u ->
  dot four_weights (map relu (affine (four_units c s) z)) + 28 = hinges 7 4 five_nodes u.
Proof.
  intros E positive. rewrite five_nodes_hinges. unfold four_units, affine, four_weights. rewrite map_map.
  unfold gate_value. cbn [map weights bias fst snd dot]. rewrite !dot_scale_l.
  replace (1 * dot c z + (1 * s + -1)) with (u - 1) by lra. replace (1 * dot c z + (1 * s + -2)) with (u - 2) by lra.
  replace (1 * dot c z + (1 * s + -6)) with (u - 6) by lra.
  replace (-1 * dot c z + (-1 * s + 4)) with (- (u - 4)) by lra.
  pose proof (relu_split (u - 4)). rewrite (relu_nonneg (u - 0)) by lra. lra.
Qed.

Lemma ten_units_value x :
  dot ten_weights (map relu (affine ten_units [x])) + 0 = hinges 7 4 five_nodes (Rabs x).
Proof.
  rewrite five_nodes_hinges. unfold ten_units, affine, ten_weights. rewrite map_map.
  unfold gate_value. cbn [map app weights bias dot].
  assert (E : forall t, 0 <= t -> relu (1 * x + 0 + - t) + relu (-1 * x + 0 + - t) = relu (Rabs x - t)).
  { intros t Ht. unfold relu, Rmax, Rabs. destruct (Rcase_abs x); repeat destruct Rle_dec; lra. }
  pose proof (E 0 ltac:(lra)). pose proof (E 1 ltac:(lra)). pose proof (E 2 ltac:(lra)). pose proof (E 4 ltac:(lra)).
  pose proof (E 6 ltac:(lra)). lra.
Qed.

Lemma narrow_layers k z u : dot four_weights z + 28 = u -> 0 <= u ->
  dot four_weights (activations (repeat (four_units four_weights 28) k) z) + 28 =
  composition (fun _ => hinges 7 4 five_nodes) k u.
Proof.
  revert z u. induction k as [|k IH]; intros z u E positive; [exact E|]. cbn [repeat activations].
  rewrite (IH _ (hinges 7 4 five_nodes u)).
  - clear. induction k as [|k IH]; [reflexivity|]. cbn [composition] in *. now rewrite IH.
  - now apply four_units_value.
  - apply five_nodes_positive.
Qed.

Lemma narrow_computes k :
  computes_number (narrow k) 1 (fun r => composition (fun _ => hinges 7 4 five_nodes) (S (S k)) (width [[1]] r)).
Proof.
  split.
  - split; [|reflexivity]. simpl. split; [repeat constructor|]. split; [discriminate|].
    split; [repeat constructor|]. split; [discriminate|].
    induction k as [|k IH]; simpl; [repeat constructor|]. split; [repeat constructor|]. now split.
  - intros [|x [|]] L; try discriminate. unfold evaluate, narrow. cbn [hidden output activations].
    unfold affine at 1, gate_value. cbn [map weights bias]. f_equal.
    rewrite (narrow_layers k _ (hinges 7 4 five_nodes (hinges 7 4 five_nodes (Rabs x)))).
    + replace (width [[1]] [x]) with (Rabs x) by (unfold width; simpl; rewrite Rplus_0_r, Rmult_1_r, Rplus_0_r; auto).
      clear. generalize (Rabs x). intros u. induction k as [|k IH]; [reflexivity|].
      cbn [composition] in *. now rewrite IH.
    + apply four_units_value; [apply ten_units_value | apply five_nodes_positive].
    + apply five_nodes_positive.
Qed.

(** The second lower bound, k' w^(k / k') / n^(1 / k'), is false, for S(n, m) as printed, which for n = m = 1 has the
    function 0, and with the missing factor 2: for n = m = 1, w = 5 and k = k' = 7 a network with 34 units computes a
    function of the family, and the bound is 35. *)
Theorem theorem_2_3_10_part_ii_second_term_printed_refuted :
  ~ (exists factor : nat, (factor = 1%nat \/ factor = 2%nat) /\
     forall (n m w k : nat) (f : point -> R) (k' : nat) (N : network),
       (1 <= n)%nat -> (1 <= m)%nat -> (2 <= w)%nat -> (1 <= k)%nat -> in_family factor n m w k f ->
       (1 <= k' <= k)%nat -> computes_number N n f -> depth N = (k' + 1)%nat ->
       Rpower (INR w) (INR k / INR k') / Rpower (INR n) (/ INR k') * INR k' <= INR (size N)).
Proof.
  intros (factor & which & claimed).
  assert (one : forall x, Rpower (INR 1) x = 1).
  { intros x. unfold Rpower. simpl. now rewrite ln_1, Rmult_0_r, exp_0. }
  destruct which as [-> | ->].
  - destruct tent as (a & h & simplex & saw).
    assert (zero : in_family 1 1 1 2 1 (fun _ => 0)).
    { exists 1, (fun _ => a), (fun _ => h), [[0]], (width [[0]]), [[0]]. split; [lra|]. split; [auto|].
      split; [reflexivity|]. split; [repeat constructor|]. split; [apply width_is_support; repeat constructor|].
      split; [exact point_vertices|]. split; [reflexivity|].
      intros [|x [|]] L; try discriminate. unfold width. simpl. rewrite Rmult_0_r, Rplus_0_l, Rabs_R0, Rplus_0_l.
      symmetry. apply saw. lra. }
    specialize (claimed 1%nat 1%nat 2%nat 1%nat _ 1%nat (Network [[Gate [0] 0]] [Gate [0] 0]) ltac:(lia) ltac:(lia)
      ltac:(lia) ltac:(lia) zero ltac:(lia)).
    rewrite one in claimed. replace (INR 1 / INR 1) with 1 in claimed by (simpl; field).
    rewrite Rpower_1 in claimed by (simpl; lra). change (size _) with 1%nat in claimed. simpl in claimed.
    enough (2 / 1 * 1 <= 1) by lra. apply claimed; [|reflexivity]. split; [split; repeat constructor; discriminate|].
    intros x _. unfold evaluate, affine, gate_value. simpl. f_equal. ring.
  - assert (member : in_family 2 1 1 5 7 (fun r => composition (fun _ => hinges 7 4 five_nodes) 7 (width [[1]] r))).
    { destruct unit_vertices as (v & V & K). exists 7, (fun _ => five_nodes), (fun _ => hinges 7 4 five_nodes), [[1]].
      exists (width [[1]]), v. split; [lra|].
      split; [intros j _; split; [exact five_nodes_simplex | apply sawtooth_exists, five_nodes_simplex]|].
      split; [reflexivity|]. split; [repeat constructor|]. split; [apply width_is_support; repeat constructor|].
      split; [exact V|]. split; [exact K | auto]. }
    specialize (claimed 1%nat 1%nat 5%nat 7%nat _ 7%nat (narrow 5) ltac:(lia) ltac:(lia) ltac:(lia) ltac:(lia) member
      ltac:(lia) (narrow_computes 5) eq_refl).
    rewrite one in claimed. replace (INR 7 / INR 7) with 1 in claimed by (simpl; field).
    rewrite Rpower_1 in claimed by (simpl; lra). change (size (narrow 5)) with 34%nat in claimed. simpl in claimed. lra.
Qed.

(** On the multiples of a direction in which gamma is c > 0 the function is F(c |x|), which has a corner at 0 and two
    for each cut between laps of F. *)
Lemma norm_corners M L t F on c q : 0 < M -> (2 <= L)%nat -> zigzag M L t F ->
  (if on : bool then goes_on M L t F else forall x, M <= x -> F x = 0) -> 0 < c ->
  has_pieces (fun x => F (Rabs x * c)) q -> (2 * L <= q)%nat.
Proof.
  intros positive two whole tail Pc pieces. destruct (pieces_affine_off _ _ pieces) as (cs & K & off).
  assert (some : (1 <= L)%nat) by lia. assert (some_pieces : (1 <= q)%nat) by apply pieces.
  assert (t0 : t 0%nat = 0) by apply whole. assert (tL : t L = M) by apply whole.
  assert (rises : forall j, (j < L)%nat -> t j < t (S j)) by (intros j Hj; now apply (lap_rises M L t F whole)).
  assert (pos : forall j, (1 <= j <= L)%nat -> 0 < t j).
  { intros [|j] Hj; [lia|]. pose proof (rises j ltac:(lia)).
    pose proof (zigzag_up M L t F whole 0 j ltac:(lia)). lra. }
  assert (strict : forall i j, (i < j <= L)%nat -> t i < t j).
  { intros i j Hij. pose proof (rises i ltac:(lia)). pose proof (zigzag_up M L t F whole (S i) j ltac:(lia)). lra. }
  (* a point around which the function is affine *)
  assert (near : forall x, ~ In x cs -> exists d alpha beta, 0 < d /\
    forall y, Rabs (y - x) <= d -> F (Rabs y * c) = alpha * y + beta).
  { intros x Hx. destruct (clear_around cs x (x - 1) (x + 1) Hx ltac:(lra)) as (u & v & Hu & Hv & Cl).
    destruct (off u v ltac:(lra) Cl) as (alpha & beta & A). exists (Rmin (x - u) (v - x)), alpha, beta.
    pose proof (Rmin_l (x - u) (v - x)). pose proof (Rmin_r (x - u) (v - x)).
    split; [apply Rmin_pos; lra|]. intros y Hy. apply A. apply bounds_of_Rabs in Hy. lra. }
  assert (zero : In 0 cs).
  { apply NNPP. intros N. destruct (near 0 N) as (d & alpha & beta & Hd & A).
    pose proof (pos 1%nat ltac:(lia)) as P1. set (e := Rmin d (t 1%nat / c)).
    assert (He : 0 < e /\ e <= d /\ e * c <= t 1%nat).
    { unfold e. assert (0 < t 1%nat / c) by (apply Rdiv_lt_0_compat; lra).
      pose proof (Rmin_l d (t 1%nat / c)). pose proof (Rmin_r d (t 1%nat / c)).
      pose proof (Rmin_pos d (t 1%nat / c)). split; [lra|]. split; [lra|].
      replace (t 1%nat) with (t 1%nat / c * c) at 2 by (field; lra). apply Rmult_le_compat_r; lra. }
    pose proof (A 0 ltac:(rewrite Rminus_0_r, Rabs_R0; lra)) as A0. rewrite Rabs_R0, Rmult_0_l in A0.
    rewrite (zero_at_zero M L t F on some whole tail) in A0.
    pose proof (A e ltac:(rewrite Rminus_0_r, Rabs_pos_eq; lra)) as A1. rewrite Rabs_pos_eq in A1 by lra.
    pose proof (A (- e) ltac:(rewrite Rminus_0_r, Rabs_Ropp, Rabs_pos_eq; lra)) as A2.
    rewrite Rabs_Ropp, Rabs_pos_eq in A2 by lra.
    rewrite (lap_value M L t F on some whole tail 0) in A1, A2 by (lia || (left; nra)).
    pose proof (rate_nonzero M t 0 positive (rises 0%nat ltac:(lia))) as Nz. change (level 0) with 0 in *.
    rewrite t0 in *. assert (0 < e * c) by nra. apply Nz. nra. }
  assert (corner : forall s j, s = 1 \/ s = -1 -> (1 <= j < L)%nat -> In (s * (t j / c)) cs).
  { intros s j Hs Hj. apply NNPP. intros N. destruct (near _ N) as (d & alpha & beta & Hd & A).
    pose proof (pos j ltac:(lia)) as Pj.
    assert (Near : affine_near F (t j) (alpha * s / c)).
    { exists (Rmin (d * c) (t j)), beta. pose proof (Rmin_l (d * c) (t j)). pose proof (Rmin_r (d * c) (t j)).
      split; [apply Rmin_pos; nra|]. intros u Hu. apply Rabs_def2 in Hu.
      assert (Y : Rabs (s * (u / c) - s * (t j / c)) <= d).
      { replace (s * (u / c) - s * (t j / c)) with (s * ((u - t j) / c)) by (field; lra).
        assert (B : - d <= (u - t j) / c <= d).
        { split; apply Rmult_le_reg_r with c; auto; unfold Rdiv; rewrite ?Rmult_assoc, ?Rinv_l; lra. }
        apply Rabs_le. destruct Hs as [-> | ->]; lra. }
      specialize (A _ Y). replace (Rabs (s * (u / c)) * c) with u in A.
      - rewrite A. field. lra.
      - assert (0 < u / c) by (apply Rdiv_lt_0_compat; lra).
        assert (S1 : Rabs s = 1) by (destruct Hs as [-> | ->]; unfold Rabs; destruct Rcase_abs; lra).
        rewrite Rabs_mult, S1, Rabs_pos_eq by lra. field. lra. }
    destruct (no_corner M L t F on positive some whole tail _ _ Pj Near) as [(i & Hi & Low & High) | [_ High]].
    - assert (i < j)%nat by (apply Nat.nle_gt; intros Le; pose proof (zigzag_up M L t F whole j i ltac:(lia)); lra).
      destruct High as [[_ E] | High]; [lia|]. pose proof (zigzag_up M L t F whole (S i) j ltac:(lia)). lra.
    - pose proof (zigzag_up M L t F whole j L ltac:(lia)). lra. }
  set (side := fun s => map (fun j => s * (t j / c)) (seq 1 (L - 1))).
  assert (sides : forall s x, In x (side s) -> exists j, (1 <= j < L)%nat /\ x = s * (t j / c)).
  { intros s x Hx. apply in_map_iff in Hx as (j & <- & Hj). apply in_seq in Hj. exists j. split; [lia | auto]. }
  assert (quotient : forall j, (1 <= j < L)%nat -> 0 < t j / c)
    by (intros; apply Rdiv_lt_0_compat; auto; apply pos; lia).
  assert (distinct_side : forall s, s = 1 \/ s = -1 -> NoDup (side s)).
  { intros s Hs. unfold side. apply (NoDup_nth _ 0). rewrite map_length, seq_length. intros i j Hi Hj E.
    rewrite !(nth_indep _ 0 (s * (t 0%nat / c))) in E by (rewrite map_length, seq_length; lia).
    rewrite !(map_nth (fun j => s * (t j / c)) _ 0%nat), !seq_nth in E by lia.
    assert (E' : t (1 + i)%nat = t (1 + j)%nat).
    { apply Rmult_eq_reg_r with (/ c); [|apply Rinv_neq_0_compat; lra]. unfold Rdiv in E.
      destruct Hs as [-> | ->]; lra. }
    destruct (lt_eq_lt_dec i j) as [[Lt | Eq] | Gt]; [exfalso | exact Eq | exfalso].
    - pose proof (strict (1 + i)%nat (1 + j)%nat ltac:(lia)). lra.
    - pose proof (strict (1 + j)%nat (1 + i)%nat ltac:(lia)). lra. }
  assert (D : NoDup (0 :: side 1 ++ side (-1))).
  { constructor.
    - intros I. apply in_app_or in I as [I | I]; apply sides in I as (j & Hj & E); pose proof (quotient j Hj); lra.
    - apply app_distinct; auto. intros x I J. apply sides in I as (i & Hi & ->).
      apply sides in J as (j & Hj & E). pose proof (quotient i Hi). pose proof (quotient j Hj). lra. }
  apply NoDup_incl_length with (l' := cs) in D.
  - simpl in D. rewrite app_length in D. unfold side in D. rewrite !map_length, !seq_length in D. lia.
  - intros x [<- | I]; [exact zero|]. apply in_app_or in I as [I | I]; apply sides in I as (j & Hj & ->);
      apply corner; auto.
Qed.

Lemma width_positive n b v : length v = n -> In v b -> v <> origin n -> 0 < width b v.
Proof.
  intros Lv I N. pose proof (dot_self_positive n v Lv N).
  induction b as [|u b IH]; [contradiction|]. rewrite width_cons. pose proof (Rabs_pos (dot v u)).
  pose proof (width_nonneg b v). destruct I as [-> | I]; [rewrite Rabs_pos_eq in * by lra; lra|].
  specialize (IH I). lra.
Qed.

(** What restriction to a line proves: unless all generators are 0, a network of depth k' + 1 that computes H o gamma_Z
    has size at least k' ((2 w^k)^(1 / k') - 1) and at least k' (2 w^k)^(1 / k') / 2, for all k' >= 1. *)
Theorem theorem_2_3_10_part_ii_second_term_repaired :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R)
    (n m : nat) (b : list point) (g : point -> R) (k' : nat) (N : network),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun u => length u = n) b -> is_support n b g ->
    (exists u, In u b /\ u <> origin n) ->
    (1 <= k')%nat -> computes_number N n (fun r => composition h k (g r)) -> depth N = (k' + 1)%nat ->
    INR k' * (Rpower (2 * INR w ^ k) (/ INR k') - 1) <= INR (size N) /\
    / 2 * INR k' * Rpower (2 * INR w ^ k) (/ INR k') <= INR (size N).
Proof.
  intros M w k a h n m b g k' N positive two some given _ _ _ H G (u & Hu & Nu) some' computed deep.
  assert (Lu : length u = n) by (rewrite Forall_forall in H; auto).
  pose proof (width_positive n b u Lu Hu Nu) as Pc. set (c := width b u) in *.
  set (ray := Network [] (map (fun e => Gate [e] 0) u)).
  assert (along : computes ray 1 n (fun x => scale (hd 0 x) u)).
  { split.
    - split; [|unfold ray; simpl; now rewrite map_length]. apply Forall_map, Forall_forall. reflexivity.
    - intros [|x [|]] Lx; try discriminate. unfold ray, evaluate, affine, scale. simpl. rewrite map_map.
      apply map_ext. intros e. rewrite gate_value_on_line. ring. }
  pose proof (computes_compose 1 n 1 N ray _ _ along computed) as whole_line.
  set (N' := compose 1 N ray) in *.
  assert (on_line : computes_on_line N' (fun x => composition h k (Rabs x * c))).
  { apply computes_on_line_number. split; [apply whole_line|]. intros x Lx. rewrite (proj2 whole_line x Lx).
    rewrite (support_is_width n b g _ H G), width_scale by lengths. reflexivity. }
  assert (same_widths : widths N' = widths N) by (unfold N'; now rewrite widths_compose).
  assert (same_size : size N' = size N) by (unfold size; now rewrite same_widths).
  assert (deep' : depth N' = S k') by (unfold N', depth in *; rewrite layers_compose; simpl; lia).
  assert (long : length (widths N) = k') by (unfold depth in deep; unfold widths, layer in *; rewrite map_length; lia).
  destruct (lemma_2_a_6_sharpened N' _ k' on_line some' deep') as (q & few & pieces). rewrite same_widths in few.
  assert (many : (2 * w ^ k <= q)%nat).
  { assert (laps2 : (2 <= w ^ k)%nat).
    { destruct k as [|k]; [lia|]. cbn. pose proof (Nat.pow_nonzero w k ltac:(lia)). nia. }
    assert (cases : (Nat.Odd w \/ k = 1%nat) \/ (Nat.Even w /\ (2 <= k)%nat)).
    { destruct (Nat.Even_or_Odd w), (Nat.eq_dec k 1); auto. right. split; [assumption | lia]. }
    destruct cases as [steep | [even more]].
    - destruct (steep_laps M w k a h positive two some given steep) as (t & whole & tail).
      now apply (norm_corners M (w ^ k) t (composition h k) true c).
    - destruct (flat_laps M w k a h positive two more given even) as (t & whole & tail).
      now apply (norm_corners M (w ^ k) t (composition h k) false c). }
  apply le_INR in many. rewrite mult_INR, pow_INR in many. change (INR 2) with 2 in many.
  assert (0 < INR w ^ k) by (apply pow_lt, lt_0_INR; lia). split.
  - apply size_of_product; auto; [lra|]. apply Rle_trans with (1 := many). now apply le_INR.
  - pose proof (lemma_2_a_7_lower_sharpened N' _ k' q on_line some' deep' pieces) as large. rewrite same_size in large.
    apply Rle_trans with (2 := large). pose proof (pos_INR k'). apply Rmult_le_compat_l; [lra|].
    apply Rle_Rpower_l; [left; apply Rinv_0_lt_compat, lt_0_INR; lia | lra].
Qed.

(** ** Part (ii), the first term *)

(** (m - 1)^((1 - 1 / n) / q), where 0^0 = 1. *)
Definition generators_factor (n m q : nat) : R :=
  if Nat.eq_dec m 1 then if Nat.eq_dec n 1 then 1 else 0
  else Rpower (INR (m - 1)) ((1 - / INR n) / INR q).

(** Where (m - 1)^(1 - 1 / n) <= 2, as for n = 1 or m <= 3, the first lower bound,
    k' w^(k / k') (m - 1)^((1 - 1 / n) / k') / 2 - 1, is right, for all k' >= 1, unless all generators are 0. *)
Theorem theorem_2_3_10_part_ii_first_term_repaired :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R)
    (n m : nat) (b : list point) (g : point -> R) (k' : nat) (N : network),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun u => length u = n) b -> is_support n b g ->
    (exists u, In u b /\ u <> origin n) ->
    (1 <= k')%nat -> computes_number N n (fun r => composition h k (g r)) -> depth N = (k' + 1)%nat ->
    generators_factor n m 1 <= 2 ->
    / 2 * INR k' * Rpower (INR w) (INR k / INR k') * generators_factor n m k' - 1 <= INR (size N).
Proof.
  intros M w k a h n m b g k' N positive two some given Hn Hm Lb H G some_generator some' computed deep few.
  destruct (theorem_2_3_10_part_ii_second_term_repaired M w k a h n m b g k' N positive two some given Hn Hm Lb H G
    some_generator some' computed deep) as [_ large].
  assert (Pk : 0 < INR k') by (apply lt_0_INR; lia). assert (Ik : 0 < / INR k') by now apply Rinv_0_lt_compat.
  assert (one : 1 <= Rpower 2 (/ INR k')).
  { rewrite <- (Rpower_O 2) by lra. apply Rle_Rpower; lra. }
  assert (factor : generators_factor n m k' <= Rpower 2 (/ INR k')).
  { unfold generators_factor in *. destruct (Nat.eq_dec m 1); [destruct (Nat.eq_dec n 1); lra|].
    replace ((1 - / INR n) / INR k') with ((1 - / INR n) / INR 1 * / INR k')
      by (change (INR 1) with 1; unfold Rdiv; rewrite Rinv_1; ring).
    rewrite <- Rpower_mult. apply Rle_Rpower_l; [lra|]. split; [apply exp_pos | exact few]. }
  assert (Pw : 0 < INR w ^ k) by (apply pow_lt, lt_0_INR; lia).
  rewrite <- Rpower_mult_distr in large by lra. rewrite power_of_root in large by lia.
  set (P := Rpower (INR w) (INR k / INR k')) in *. assert (0 < P) by apply exp_pos.
  assert (/ 2 * INR k' * P * generators_factor n m k' <= / 2 * INR k' * P * Rpower 2 (/ INR k')).
  { apply Rmult_le_compat_l; [|exact factor]. repeat apply Rmult_le_pos; lra. }
  lra.
Qed.
