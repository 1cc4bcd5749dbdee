(** Proposition 2.3.9 of Mukherjee 2020, compositions of sawtooths with the support function of a zonotope: the number
    of their pieces is not what it should be, but N w^k for N >= 2 vertices, and one or two more where they are 0 far
    out; networks of the claimed depth and size compute them. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors networks zonotope sawtooth binomials space_pieces vectors_facts.
From Marginalia.formal Require Import networks_facts sawtooth_facts zonotope_facts composed_pieces_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 theorem_2_3_7 lemma_2_3_8.
Import ListNotations.
Open Scope R_scope.

(** ** Size and depth *)

(** One hidden layer for the support function, and k of width w for the sawtooths. *)
Lemma composed_network M w k a h n g s N :
  0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
  computes_number N n g -> depth N = 2%nat -> size N = s ->
  exists N', computes_number N' n (fun r => composition h k (g r)) /\
    depth N' = (k + 2)%nat /\ widths N' = s :: repeat w k /\ size N' = (s + w * k)%nat.
Proof.
  intros positive two some given computed deep large.
  destruct (theorem_2_3_2_width_printed M w k a h positive two some given) as (T & teeth & wide & high & sum).
  apply computes_on_line_number in teeth. exists (compose n T N). split; [|split; [|split]].
  - now apply (computes_compose n 1 1 T N (fun r => [g r]) (fun x => [composition h k (hd 0 x)])).
  - unfold depth in *. rewrite layers_compose. lia.
  - rewrite widths_compose, wide. unfold depth, size in *. unfold widths in *.
    destruct (hidden N) as [|A [|]]; simpl in *; try discriminate. rewrite Nat.add_0_r in large. now subst s.
  - rewrite size_compose. lia.
Qed.

(** For all generators in R^n and all sawtooths with w - 1 nodes the composition H o gamma_Z is computed by a network of
    depth k + 2, with k + 1 hidden layers of 2 m, w, ..., w units, so of size 2 m + w k. *)
Theorem proposition_2_3_9_size_printed :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) (n m : nat) (b : list point) (g : point -> R),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    exists N : network,
      computes_number N n (fun r => composition h k (g r)) /\
      depth N = (k + 2)%nat /\ widths N = (2 * m)%nat :: repeat w k /\ size N = (2 * m + w * k)%nat.
Proof.
  intros M w k a h n m b g positive two some given Hn Hm Hb H G.
  destruct (lemma_2_3_8_printed n m b g Hn Hm Hb H G) as (N & computed & deep & large).
  now apply (composed_network M w k a h n g (2 * m) N).
Qed.

(** For any m generators in R^n, H o gamma_Z is computed by a network of depth k + 2 and size m + 2 + w k: m + 2 units
    in its first hidden layer, and w in each of the other k. *)
Theorem proposition_2_3_9_size_sharpened :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) (n m : nat) (b : list point) (g : point -> R),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    exists N : network,
      computes_number N n (fun r => composition h k (g r)) /\
      depth N = (k + 2)%nat /\ widths N = (m + 2)%nat :: repeat w k /\ size N = (m + 2 + w * k)%nat.
Proof.
  intros M w k a h n m b g positive two some given Hn Hm Hb H G.
  destruct (lemma_2_3_8_improved_printed n m b g Hn Hm Hb H G) as (N & computed & deep & large).
  now apply (composed_network M w k a h n g (m + 2) N).
Qed.

(** ** The number of pieces *)

(** For odd w or k = 1 the last of the w^k laps goes on beyond M, *)
Lemma steep_laps M w k a h : 0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
  Nat.Odd w \/ k = 1%nat ->
  exists t : nat -> R, zigzag M (w ^ k) t (composition h k) /\ goes_on M (w ^ k) t (composition h k).
Proof.
  intros positive two some given [odd | ->].
  - pose proof (composition_zigzag M (fun _ => (w - 1)%nat) k a h positive given) as whole.
    assert (E : laps (fun _ => (w - 1)%nat) k = (w ^ k)%nat) by (rewrite laps_power; f_equal; lia).
    eexists. rewrite <- E. split; [exact whole|]. apply right_goes_on; auto. destruct odd as (q & ->). exists q. lia.
  - destruct (given 1%nat ltac:(lia)) as [simplex saw]. exists (a 1%nat).
    replace (w ^ 1)%nat with (S (w - 1)) by (rewrite Nat.pow_1_r; lia).
    split; [now apply sawtooth_zigzag | now apply sawtooth_goes_on].
Qed.

(** and for even w and k >= 2 the composition is 0 there. *)
Lemma flat_laps M w k a h : 0 < M -> (2 <= w)%nat -> (2 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
  Nat.Even w ->
  exists t : nat -> R, zigzag M (w ^ k) t (composition h k) /\ forall x, M <= x -> composition h k x = 0.
Proof.
  intros positive two more given even. exists (lap_cuts M (fun _ => (w - 1)%nat) a k). split.
  - pose proof (composition_zigzag M (fun _ => (w - 1)%nat) k a h positive given) as whole.
    rewrite laps_power in whole. now replace (w - 1 + 1)%nat with w in whole by lia.
  - apply (right_zero M (w - 1) k a); auto. destruct even as (q & ->). exists (q - 1)%nat. lia.
Qed.

(** If the zonotope has N vertices, N >= 1, then H o gamma_Z has 1 piece if N = 1, N w^k pieces if N >= 2 and w is odd
    or k = 1, and for even w and k >= 2, where it is 0 far out, one piece more if N >= 3, and two more if N = 2. *)
Theorem proposition_2_3_9_pieces_repaired :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R)
    (n m : nat) (b : list point) (g : point -> R) (v : list point),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun u => length u = n) b ->
    is_support n b g -> vertices n b v ->
    (1 <= length v)%nat /\
    (length v = 1%nat -> has_pieces_in_space n (fun r => composition h k (g r)) 1) /\
    ((2 <= length v)%nat -> Nat.Odd w \/ k = 1%nat ->
      has_pieces_in_space n (fun r => composition h k (g r)) (length v * w ^ k)) /\
    ((3 <= length v)%nat -> Nat.Even w -> (2 <= k)%nat ->
      has_pieces_in_space n (fun r => composition h k (g r)) (length v * w ^ k + 1)) /\
    (length v = 2%nat -> Nat.Even w -> (2 <= k)%nat ->
      has_pieces_in_space n (fun r => composition h k (g r)) (length v * w ^ k + 2)).
Proof.
  intros M w k a h n m b g v positive two some given _ _ _ H G V.
  assert (laps1 : (1 <= w ^ k)%nat) by (pose proof (Nat.pow_nonzero w k); lia).
  split; [|split; [|split; [|split]]].
  - destruct (highest_vertex n b (origin n) H (length_origin n)) as (x & Vx & _). apply (proj2 V) in Vx.
    destruct v; [contradiction | simpl; lia].
  - intros one. destruct v as [|x [|]]; try discriminate.
    apply (pieces_same n (fun _ => composition h k 0)); [|apply constant_pieces].
    intros r Lr. now rewrite (point_zero n b g x r H G V Lr).
  - intros many steep. destruct (steep_laps M w k a h positive two some given steep) as (t & whole & tail).
    now apply (goes_on_pieces n b g v H G V many M (w ^ k) t _ true).
  - intros many even more. destruct (flat_laps M w k a h positive two more given even) as (t & whole & tail).
    apply (all_around_pieces n b g v H G V) with (M := M) (t := t) (on := false); auto; lia.
  - intros many even more. destruct (flat_laps M w k a h positive two more given even) as (t & whole & tail).
    rewrite many. apply (two_sides_pieces n b g v H G V) with (M := M) (t := t) (on := false); auto; lia.
Qed.

(** The tent on [0, 1]. *)
Lemma tent : exists a : nat -> R, exists h : R -> R, in_simplex 1 1 a /\ is_sawtooth 1 1 a h.
Proof.
  assert (simplex : in_simplex 1 1 (fun i => INR i / 2)).
  { split; [cbn; lra | split; [cbn; lra|]]. intros i _. rewrite S_INR. lra. }
  eexists. exists (hinges 1 1 (fun i => INR i / 2)). split; [exact simplex | now apply sawtooth_exists].
Qed.

(** Two points of the plane are equal. *)
Ltac plane := apply (f_equal2 (@cons R)); [lra | apply (f_equal2 (@cons R)); [lra | reflexivity]].

(** The zonotope of (1, 0) and (1, 0) is a segment, *)
Lemma doubled_segment x :
  in_zonotope 2 [[1; 0]; [1; 0]] x <-> exists c, -2 <= c <= 2 /\ x = [c; 0].
Proof.
  rewrite in_zonotope_cons. split.
  - intros (c & u & Hc & Hu & ->). apply in_zonotope_cons in Hu as (d & z & Hd & Hz & ->).
    apply in_zonotope_nil in Hz as ->. exists (c + d). split; [lra|]. simpl. plane.
  - intros (c & Hc & ->). exists (c / 2), [c / 2; 0]. split; [lra|]. split.
    + apply in_zonotope_cons. exists (c / 2), (origin 2). split; [lra|]. split; [now apply in_zonotope_nil|].
      simpl. plane.
    + simpl. plane.
Qed.

(** with the two vertices (2, 0) and (-2, 0). *)
Lemma doubled_segment_vertices : vertices 2 [[1; 0]; [1; 0]] [[2; 0]; [-2; 0]].
Proof.
  split.
  - constructor; [|repeat constructor; auto]. intros [E | []]. injection E. lra.
  - intros x. split.
    + intros Hx. assert (X : exists e, (e = 2 \/ e = -2) /\ x = [e; 0]).
      { destruct Hx as [<- | [<- | []]]; [exists 2 | exists (-2)]; auto. }
      destruct X as (e & He & ->). split; [apply doubled_segment; exists e; split; [destruct He; lra | reflexivity]|].
      intros y z Hy Hz E. apply doubled_segment in Hy as (c & Hc & ->). apply doubled_segment in Hz as (d & Hd & ->).
      simpl in E. injection E as E. f_equal. destruct He; lra.
    + intros [Hx V]. apply doubled_segment in Hx as (c & Hc & ->).
      destruct (Req_dec c 2) as [-> | N]; [now left|]. destruct (Req_dec c (-2)) as [-> | N']; [right; now left|].
      exfalso. set (d := Rmin (2 - c) (c + 2)). assert (D : 0 < d /\ d <= 2 - c /\ d <= c + 2).
      { unfold d. pose proof (Rmin_l (2 - c) (c + 2)). pose proof (Rmin_r (2 - c) (c + 2)).
        pose proof (Rmin_pos (2 - c) (c + 2)). lra. }
      assert (E : [c + d; 0] = [c - d; 0]); [|injection E; lra].
      apply V; [apply doubled_segment; exists (c + d); split; [lra | reflexivity] |
                apply doubled_segment; exists (c - d); split; [lra | reflexivity] |].
      simpl. plane.
Qed.

(** The number of pieces as printed is false, both for S(n, m) as printed and with the missing factor 2: it is not true
    that for zonotopes with (2 times) C(m - 1, 0) + ... + C(m - 1, n - 1) vertices H o gamma_Z has (m - 1)^(n - 1) w^k
    pieces. For n = m = 2 and a tent these are 2, while there are 4 (and 8) pieces. *)
Theorem proposition_2_3_9_pieces_printed_refuted :
  ~ (exists factor : nat, (factor = 1%nat \/ factor = 2%nat) /\
     forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R)
       (n m : nat) (b : list point) (g : point -> R) (v : list point),
       0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
       (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
       (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun u => length u = n) b ->
       is_support n b g -> vertices n b v -> length v = (factor * binomial_sum (m - 1) n)%nat ->
       has_pieces_in_space n (fun r => composition h k (g r)) ((m - 1) ^ (n - 1) * w ^ k)).
Proof.
  intros (factor & which & claimed). destruct tent as (a & h & simplex & saw).
  assert (X : exists b v : list point, length b = 2%nat /\ Forall (fun u => length u = 2%nat) b /\ vertices 2 b v /\
    length v = (factor * 2)%nat).
  { destruct which as [-> | ->].
    - exists [[1; 0]; [1; 0]], [[2; 0]; [-2; 0]]. split; [reflexivity|]. split; [repeat constructor|].
      split; [exact doubled_segment_vertices | reflexivity].
    - destruct (theorem_2_3_7_part_1_sharpened 2 2 ltac:(lia) ltac:(lia)) as (b & v & Lb & H & V & K).
      exists b, v. auto. }
  destruct X as (b & v & Lb & H & V & K). pose proof (width_is_support 2 b H) as G.
  pose proof (claimed 1 2%nat 1%nat (fun _ => a) (fun _ => h) 2%nat 2%nat b (width b) v ltac:(lra) ltac:(lia) ltac:(lia)
    (fun _ _ => conj simplex saw) ltac:(lia) ltac:(lia) Lb H G V K) as Two.
  destruct (proposition_2_3_9_pieces_repaired 1 2%nat 1%nat (fun _ => a) (fun _ => h) 2%nat 2%nat b (width b) v
    ltac:(lra) ltac:(lia) ltac:(lia) (fun _ _ => conj simplex saw) ltac:(lia) ltac:(lia) Lb H G V)
    as (_ & _ & More & _).
  specialize (More ltac:(lia) (or_intror eq_refl)).
  pose proof (pieces_in_space_unique _ _ _ _ Two More) as E. rewrite K in E. simpl in E. lia.
Qed.

(** ** The other count *)

(** The factor (m - 1)^(n - 1) is not the sum C(m - 1, 0) + ... + C(m - 1, n - 1) of Theorem 2.3.10: for n = m = 2 they
    are 1 and 2. *)
Theorem proposition_2_3_9_against_the_family_printed_refuted :
  ~ (forall n m : nat, (1 <= n)%nat -> (1 <= m)%nat -> ((m - 1) ^ (n - 1) = binomial_sum (m - 1) n)%nat).
Proof. intros claimed. specialize (claimed 2%nat 2%nat ltac:(lia) ltac:(lia)). discriminate. Qed.

Lemma first_binomials q :
  binomial_sum q 2 = (q + 1)%nat /\ (2 * binomial_sum q 3 = 2 + q * (q + 1))%nat.
Proof.
  induction q as [|q [two three]]; [split; reflexivity|].
  rewrite !binomial_sum_pascal, binomial_sum_one. split; lia.
Qed.

(** Neither bounds the other: the sum is greater for n = 2 and all m, and less for n = 3 and all m >= 4. *)
Theorem proposition_2_3_9_against_the_family_repaired :
  (forall m : nat, (1 <= m)%nat -> ((m - 1) ^ (2 - 1) < binomial_sum (m - 1) 2)%nat) /\
  (forall m : nat, (4 <= m)%nat -> (binomial_sum (m - 1) 3 < (m - 1) ^ (3 - 1))%nat).
Proof.
  split; intros m some; destruct (first_binomials (m - 1)) as [two three]; simpl Nat.pow; [lia|].
  set (q := (m - 1)%nat) in *. assert (3 <= q)%nat by lia. nia.
Qed.
