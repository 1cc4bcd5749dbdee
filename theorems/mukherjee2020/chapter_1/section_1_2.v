(** Section 1.2 of Mukherjee 2020: the support function of a zonotope is not its gauge, but that of the polar body; and
    the gap between k^3 units in k^2 layers and k^k units in k layers, for functions that are to be approximated. *)

From Coq Require Import Reals List Arith Lia Lra.
From Marginalia.formal Require Import vectors networks zonotope vectors_facts zonotope_facts piecewise piecewise_facts.
From Marginalia.formal Require Import sawtooth sawtooth_facts triangles_facts means_facts hinge_networks_facts.
From Marginalia.formal Require Import networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6 lemma_2_3_8.
Import ListNotations.
Open Scope R_scope.

(** ** Gauge and support function *)

(** g is the gauge of the set A in R^n: for t > 0, g r <= t if and only if r lies in t A. *)
Definition is_gauge (n : nat) (A : point -> Prop) (g : point -> R) : Prop :=
  forall r t, length r = n -> 0 < t -> (g r <= t <-> exists x, A x /\ r = scale t x).

(** The polar body of the set A in R^n: all y with <y, x> <= 1 for all x in A. *)
Definition polar (n : nat) (A : point -> Prop) (y : point) : Prop := length y = n /\ forall x, A x -> dot y x <= 1.

(** The support function of a zonotope need not be its gauge: for the square [-1, 1]^2 it is 2 at the point (1, 1),
    which lies in the square, so that the gauge is at most 1 there. *)
Theorem section_1_2_gauge_versus_support_printed_refuted :
  ~ (forall (n m : nat) (b : list point) (g : point -> R),
      (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
      is_gauge n (in_zonotope n b) g).
Proof.
  intros claimed. set (b := [[1; 0]; [0; 1]]).
  assert (plane : Forall (fun v => length v = 2%nat) b) by (unfold b; auto).
  pose proof (width_is_support 2 b plane) as support.
  destruct (claimed 2%nat 2%nat b (width b) ltac:(lia) ltac:(lia) eq_refl plane support [1; 1] 1 eq_refl Rlt_0_1)
    as [_ small].
  enough (width b [1; 1] <= 1) as low.
  { unfold width, b, total in low. simpl in low. rewrite !Rabs_pos_eq in low by lra. lra. }
  apply small. exists [1; 1]. split.
  - exists [1; 1]. split; [reflexivity | split; [repeat constructor; lra|]]. unfold b. simpl.
    repeat (apply (f_equal2 cons); [ring|]). reflexivity.
  - simpl. repeat (apply (f_equal2 cons); [ring|]). reflexivity.
Qed.

(** The support function of a zonotope, which some ReLU network computes, is the gauge of its polar body. *)
Theorem section_1_2_gauge_versus_support_repaired :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    (exists N, computes_number N n g) /\ is_gauge n (polar n (in_zonotope n b)) g.
Proof.
  intros n m b g Hn Hm Hb H support. split.
  - destruct (lemma_2_3_8_printed n m b g Hn Hm Hb H support) as (N & computed & _). now exists N.
  - intros r t long positive. destruct (support r long) as [(top & inside & high) below]. split.
    + intros small. exists (scale (/ t) r).
      split; [split; [now apply length_scale|]|].
      * intros x Hx. rewrite dot_scale_l. specialize (below x Hx).
        apply (Rmult_le_reg_l t); [exact positive|]. rewrite <- Rmult_assoc, Rinv_r; lra.
      * rewrite scale_scale, Rinv_r, scale_one by lra. reflexivity.
    + intros (y & [_ within] & ->). rewrite <- high, dot_scale_l. specialize (within top inside). nra.
Qed.

(** ** The gap between the depths *)

(** P holds for a continuum of functions: for one to each real number, all of them different. *)
Definition continuum (P : (R -> R) -> Prop) : Prop :=
  exists F : R -> R -> R, (forall u, P (F u)) /\ forall u v, u <> v -> exists x, F u x <> F v x.

(** f is a composition of K sawtooths with w - 1 nodes each, all of them between 0 and M. *)
Definition hard_within (M : R) (w K : nat) (f : R -> R) : Prop :=
  exists (a : nat -> nat -> R) (h : nat -> R -> R),
    (forall j, (1 <= j <= K)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) /\
    forall x, f x = composition h K x.

(** The hard functions for k: for k >= 2 the compositions of k^2 sawtooths with k - 1 nodes each; for k = 1 these have
    no nodes and are max(0, x), so that all max(0, x - u) are taken. *)
Definition hard_for (M : R) (k : nat) (f : R -> R) : Prop :=
  (k = 1%nat -> exists u, forall x, f x = Rmax 0 (x - u)) /\ ((2 <= k)%nat -> hard_within M k (k ^ 2) f).

(** Nodes s M/w, 2 s M/w, ..., (w - 1) s M/w, *)
Definition scaled_nodes (M : R) (w : nat) (s : R) (i : nat) : R :=
  if Nat.eq_dec i w then M else s * M * INR i / INR w.

Lemma scaled_nodes_increase M w s : 0 < M -> (1 <= w)%nat -> 0 < s <= 1 -> in_simplex M (w - 1) (scaled_nodes M w s).
Proof.
  intros positive some inside. assert (0 < INR w) by (apply lt_0_INR; lia).
  unfold scaled_nodes. split; [|split].
  - destruct (Nat.eq_dec 0 w); [lia|]. simpl. field. lra.
  - destruct (Nat.eq_dec (S (w - 1)) w); [reflexivity | lia].
  - intros i le. destruct (Nat.eq_dec i w); [lia|]. destruct (Nat.eq_dec (S i) w) as [<- | ?].
    + rewrite S_INR in *. pose proof (pos_INR i). apply (Rmult_lt_reg_r (INR i + 1)); [lra|].
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
      assert (0 <= (1 - s) * (M * INR i)) by (apply Rmult_le_pos; [lra | apply Rmult_le_pos; lra]). nra.
    + rewrite S_INR. apply Rmult_lt_compat_r; [now apply Rinv_0_lt_compat|].
      assert (0 < s * M) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(** and the sawtooth with these nodes after one with equal distances K times. *)
Definition scaled_composition (M : R) (w K : nat) (s : R) (x : R) : R :=
  hinges M (w - 1) (scaled_nodes M w s) (composition (fun _ => hinges M (w - 1) (scaled_nodes M w 1)) K x).

Lemma scaled_composition_hard M w K s : 0 < M -> (1 <= w)%nat -> 0 < s <= 1 ->
  hard_within M w (S K) (scaled_composition M w K s).
Proof.
  intros positive some inside.
  exists (fun j => scaled_nodes M w (if Nat.eq_dec j (S K) then s else 1)),
    (fun j => hinges M (w - 1) (scaled_nodes M w (if Nat.eq_dec j (S K) then s else 1))). split.
  - intros j _. assert (simplex : in_simplex M (w - 1) (scaled_nodes M w (if Nat.eq_dec j (S K) then s else 1))).
    { apply scaled_nodes_increase; [assumption | assumption|]. destruct (Nat.eq_dec j (S K)); lra. }
    split; [exact simplex | now apply sawtooth_exists].
  - intros x. cbn [composition]. destruct (Nat.eq_dec (S K) (S K)) as [_ |]; [|contradiction].
    unfold scaled_composition. f_equal.
    enough (same : forall i, (i <= K)%nat ->
      composition (fun _ => hinges M (w - 1) (scaled_nodes M w 1)) i x =
      composition (fun j => hinges M (w - 1) (scaled_nodes M w (if Nat.eq_dec j (S K) then s else 1))) i x)
      by now apply same.
    induction i as [|i IH]; intros le; [reflexivity|]. cbn [composition]. rewrite IH by lia.
    destruct (Nat.eq_dec (S i) (S K)); [lia | reflexivity].
Qed.

(** A zigzag has all values between 0 and M. *)
Lemma zigzag_onto M N t f y : 0 < M -> (1 <= N)%nat -> zigzag M N t f -> 0 <= y <= M -> exists x, f x = y.
Proof.
  intros positive some (start & _ & laps) inside. destruct (laps 0%nat some) as [up line]. rewrite start in *.
  assert (share : 0 <= y / M <= 1).
  { split; [apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]|].
    apply (Rmult_le_reg_r M); [exact positive|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  exists (t 1%nat * (y / M)). rewrite line by (split; nra). unfold line_through.
  change (level 0) with 0. change (level 1) with 1. field. lra.
Qed.

Lemma scaled_compositions_differ M w K r s : 0 < M -> (2 <= w)%nat -> 0 < r < s -> s <= 1 ->
  exists x, scaled_composition M w K r x <> scaled_composition M w K s x.
Proof.
  intros positive two less top. assert (0 < INR w) by (apply lt_0_INR; lia).
  assert (simplex : forall q, 0 < q <= 1 -> in_simplex M (w - 1) (scaled_nodes M w q))
    by (intros; apply scaled_nodes_increase; [assumption | lia | assumption]).
  assert (first : forall q, scaled_nodes M w q 1 = q * (M / INR w)).
  { intros q. unfold scaled_nodes. destruct (Nat.eq_dec 1 w); [lia|]. simpl. field. lra. }
  assert (unit : 0 < M / INR w) by now apply Rdiv_lt_0_compat.
  assert (inner : zigzag M (laps (fun _ => (w - 1)%nat) K)
    (lap_cuts M (fun _ => (w - 1)%nat) (fun _ => scaled_nodes M w 1) K)
    (composition (fun _ => hinges M (w - 1) (scaled_nodes M w 1)) K)).
  { apply composition_zigzag; [exact positive|]. intros j _.
    split; [apply simplex; lra | apply sawtooth_exists, simplex; lra]. }
  pose proof (simplex_positive M (w - 1) _ (simplex r ltac:(lra)) 0 ltac:(lia)) as low.
  assert (high : scaled_nodes M w r 1 <= M).
  { pose proof (sawtooth_zigzag _ _ _ _ (simplex r ltac:(lra)) (sawtooth_exists _ _ _ (simplex r ltac:(lra)))) as whole.
    pose proof (zigzag_up _ _ _ _ whole 1 (S (w - 1)) ltac:(lia)) as order. destruct whole as (_ & end_ & _). lra. }
  destruct (zigzag_onto _ _ _ _ (scaled_nodes M w r 1) positive (laps_some _ K) inner ltac:(lra)) as [x value].
  exists x. unfold scaled_composition. rewrite value.
  rewrite (hinges_node M (w - 1) (scaled_nodes M w r) 1) by (try apply simplex; lra || lia).
  pose proof (simplex s ltac:(lra)) as other.
  rewrite (hinges_before M (w - 1) _ _ other 0), (hinges_after M (w - 1) _ _ other 0)
    by (lia || rewrite ?first, ?(proj1 other); nra).
  rewrite (proj1 other), !first. unfold line_through. change (level 0) with 0. change (level 1) with 1.
  replace (M * 0 + (M * 1 - M * 0) * (r * (M / INR w) - 0) / (s * (M / INR w) - 0)) with (M * (r / s)) by (field; lra).
  assert (r / s < 1) by (apply (Rmult_lt_reg_r s); [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra). nra.
Qed.

(** A continuum of them, for every M. *)
Lemma hard_continuum M w K : 0 < M -> (2 <= w)%nat -> (1 <= K)%nat -> continuum (hard_within M w K).
Proof.
  intros positive two some. destruct K as [|K]; [lia|].
  exists (fun u => scaled_composition M w K (/ (1 + exp u))).
  assert (share : forall u, 0 < / (1 + exp u) <= 1).
  { intros u. pose proof (exp_pos u). split; [apply Rinv_0_lt_compat; lra|].
    rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
  assert (order : forall u v, u < v -> / (1 + exp v) < / (1 + exp u)).
  { intros u v less. pose proof (exp_pos u). pose proof (exp_increasing u v less). apply Rinv_lt_contravar; nra. }
  split; [intros u; apply scaled_composition_hard; [assumption | lia | apply share]|].
  intros u v differ. destruct (Rtotal_order u v) as [less | [same | more]]; [| contradiction |].
  - destruct (scaled_compositions_differ M w K (/ (1 + exp v)) (/ (1 + exp u)) positive two) as [x apart];
      [split; [apply share | now apply order] | apply share | exists x; now apply not_eq_sym].
  - apply scaled_compositions_differ; [assumption | assumption | split; [apply share | now apply order] | apply share].
Qed.

Lemma hard_for_continuum M k : 0 < M -> (1 <= k)%nat -> continuum (hard_for M k).
Proof.
  intros positive some. destruct (Nat.eq_dec k 1) as [-> | ?].
  2: { destruct (hard_continuum M k (k ^ 2)) as (F & each & apart); [assumption | lia | simpl; nia |].
       exists F. split; [|exact apart]. intros u. split; [lia | intros _; apply each]. }
  exists (fun u x => Rmax 0 (x - u)). split; [intros u; split; [now exists u | lia]|].
  intros u v differ. exists (Rmax u v).
  destruct (Rle_dec u v) as [le | gt].
  - rewrite (Rmax_right u v), (Rmax_left 0 (v - v)), (Rmax_right 0 (v - u)) by lra. lra.
  - rewrite (Rmax_left u v), (Rmax_left 0 (u - u)), (Rmax_right 0 (u - v)) by lra. lra.
Qed.

(** ** Networks that are near *)

(** A line that is near a zigzag in the middles of two neighbouring laps is not so between. *)
Lemma bends_between M N t f g : 0 < M -> zigzag M N t f ->
  (forall x, 0 <= x <= M -> Rabs (g x - f x) < M / 4) ->
  forall i, (S i < N)%nat -> (t i + t (S i)) / 2 < (t (S i) + t (S (S i))) / 2 /\
    ~ affine_between g ((t i + t (S i)) / 2) ((t (S i) + t (S (S i))) / 2).
Proof.
  intros positive whole near i room. pose proof whole as (start & end_ & laps).
  destruct (laps i ltac:(lia)) as [up line], (laps (S i) room) as [up' line'].
  pose proof (zigzag_up _ _ _ _ whole 0 i ltac:(lia)) as low.
  pose proof (zigzag_up _ _ _ _ whole (S (S i)) N ltac:(lia)) as high. rewrite start in low. rewrite end_ in high.
  split; [lra|]. intros (alpha & beta & straight).
  set (u := (t i + t (S i)) / 2) in *. set (w := (t (S i) + t (S (S i))) / 2) in *. set (v := t (S i)) in *.
  assert (order : t i < u < v /\ v < w < t (S (S i))) by (unfold u, w; lra).
  assert (half : f u = M / 2).
  { rewrite line by lra. unfold line_through. rewrite level_S. unfold u. field. lra. }
  assert (half' : f w = M / 2).
  { rewrite line' by lra. unfold line_through. rewrite (level_S (S i)). unfold w. field. lra. }
  assert (turn : f v = M * level (S i)) by (apply (zigzag_value _ _ _ _ whole); lia).
  pose proof (Rabs_def2 _ _ (near u ltac:(lra))) as at_u. pose proof (Rabs_def2 _ _ (near v ltac:(lra))) as at_v.
  pose proof (Rabs_def2 _ _ (near w ltac:(lra))) as at_w.
  rewrite straight in at_u, at_v, at_w by lra. rewrite half in at_u. rewrite half' in at_w. rewrite turn in at_v.
  destruct (level_or (S i)) as [L | L]; rewrite L in at_v; destruct (Rle_dec 0 alpha); nra.
Qed.

(** A function that is affine off some points is near a zigzag of N laps only if they are N - 1 at least. *)
Lemma bends M N t f g cs : 0 < M -> (1 <= N)%nat -> zigzag M N t f ->
  (forall x, 0 <= x <= M -> Rabs (g x - f x) < M / 4) -> affine_off g cs -> (N - 1 <= length cs)%nat.
Proof.
  intros positive some whole near off.
  enough (many : forall i, (i < N)%nat -> (i <= points_before cs ((t i + t (S i)) / 2))%nat).
  { specialize (many (N - 1)%nat ltac:(lia)).
    pose proof (points_before_bounded cs ((t (N - 1)%nat + t (S (N - 1))) / 2)). lia. }
  induction i as [|i IH]; intros room; [lia|]. specialize (IH ltac:(lia)).
  destruct (bends_between M N t f g positive whole near i room) as [order bent].
  pose proof (points_before_more cs _ _ order (fun clear => bent (off _ _ order clear))). lia.
Qed.

(** A network of k layers that is near a composition of K sawtooths with w - 1 nodes has many units. *)
Lemma size_near M w K f k N g : 0 < M -> (1 <= w)%nat -> (1 <= k)%nat -> hard_within M w K f ->
  computes_on_line N g -> depth N = (k + 1)%nat -> (forall x, 0 <= x <= M -> Rabs (g x - f x) < M / 4) ->
  INR k * (Rpower (INR w ^ K) (/ INR k) - 1) <= INR (size N).
Proof.
  intros positive some layers (a & h & given & same) computed deep near.
  destruct (lemma_2_a_6_sharpened N g k computed layers ltac:(lia)) as (p & few & pieces).
  destruct (pieces_affine_off g p pieces) as (cs & count & off).
  pose proof (composition_zigzag M (fun _ => (w - 1)%nat) K a h positive given) as whole.
  assert (close : forall x, 0 <= x <= M -> Rabs (g x - composition h K x) < M / 4)
    by (intros; rewrite <- same; now apply near).
  pose proof (bends _ _ _ _ _ cs positive (laps_some _ K) whole close off) as many.
  pose proof (laps_some (fun _ => (w - 1)%nat) K). destruct pieces as [one _].
  rewrite laps_power in *. replace (w - 1 + 1)%nat with w in * by lia.
  apply size_of_product; [exact layers | | |].
  - unfold depth in deep. unfold widths, layer in *. rewrite map_length. lia.
  - apply pow_lt, lt_0_INR. lia.
  - rewrite <- pow_INR. apply le_INR. lia.
Qed.

(** For all k >= 2 and M > 0: there is a continuum of compositions of k^2 sawtooths with k - 1 nodes between 0 and M,
    each is computed by a network with k^2 hidden layers and k^3 units, and a network with k hidden layers that differs
    from it by less than M/4 everywhere on [0, M] has at least k^(k + 1) - k units. *)
Theorem section_1_2_gap_summary_sharpened : forall (k : nat) (M : R), (2 <= k)%nat -> 0 < M ->
  continuum (hard_within M k (k ^ 2)) /\
  forall f, hard_within M k (k ^ 2) f ->
    (exists N, computes_on_line N f /\ depth N = (1 + k ^ 2)%nat /\ size N = (k ^ 3)%nat) /\
    forall N g, computes_on_line N g -> depth N = (1 + k)%nat ->
      (forall x, 0 <= x <= M -> Rabs (g x - f x) < M / 4) -> INR k ^ (k + 1) - INR k <= INR (size N).
Proof.
  intros k M two positive. assert (more : (1 <= k ^ 2)%nat) by (simpl; nia).
  split; [now apply hard_continuum|]. intros f is_hard. split.
  - assert (family : hard k (k ^ 2) f) by (destruct is_hard as (a & h & given); now exists M, a, h).
    destruct (hard_computed k (k ^ 2) f ltac:(lia) family) as (N & computed & deep & units).
    exists N. split; [exact computed | split; [lia | rewrite units; simpl; ring]].
  - intros N g computed deep near.
    pose proof (size_near M k (k ^ 2) f k N g positive ltac:(lia) ltac:(lia) is_hard computed ltac:(lia) near) as large.
    apply Rle_trans with (2 := large). assert (0 < INR k) by (apply lt_0_INR; lia).
    rewrite power_of_root by lia. replace (INR (k ^ 2) / INR k) with (INR k) by (rewrite pow_INR; field; lra).
    rewrite Rpower_pow, Nat.add_1_r by assumption. simpl pow. lra.
Qed.

(** There are C, c > 0 such that for all k >= 1 and M > 0 the hard functions are a continuum, and each is computed by a
    network of depth 1 + k^2 with at most C k^3 units, while a network of depth 1 + k that approximates it has at least
    c k^k units: for k >= 2 one that differs from it by less than M/4 on [0, M], and for k = 1 any. *)
Theorem section_1_2_gap_summary_printed : exists C c : R, 0 < C /\ 0 < c /\
  forall (k : nat) (M : R), (1 <= k)%nat -> 0 < M ->
    continuum (hard_for M k) /\
    forall f, hard_for M k f ->
      (exists N, computes_on_line N f /\ depth N = (1 + k ^ 2)%nat /\ INR (size N) <= C * INR k ^ 3) /\
      forall N g, computes_on_line N g -> depth N = (1 + k)%nat ->
        ((2 <= k)%nat -> forall x, 0 <= x <= M -> Rabs (g x - f x) < M / 4) -> c * INR k ^ k <= INR (size N).
Proof.
  exists 1, 1. split; [lra | split; [lra|]]. intros k M some positive. split; [now apply hard_for_continuum|].
  intros f [single several]. destruct (Nat.eq_dec k 1) as [-> | ?].
  - destruct (single eq_refl) as [u values]. split.
    + exists (Network [[Gate [1] (- u)]] [Gate [1] 0]). split; [split|split; [reflexivity | simpl; lra]].
      * repeat split; repeat constructor. discriminate.
      * intros x. rewrite values. unfold evaluate, affine, gate_value. simpl. f_equal. unfold relu, gate_value. simpl.
        replace (1 * x + 0 + - u) with (x - u) by ring. ring.
    + intros N g computed deep _. pose proof (le_INR _ _ (size_positive N g 1 computed (le_n 1) ltac:(lia))) as large.
      simpl in *. lra.
  - assert (two : (2 <= k)%nat) by lia. destruct (section_1_2_gap_summary_sharpened k M two positive) as [_ each].
    destruct (each f (several two)) as [(N & computed & deep & units) least]. split.
    + exists N. split; [exact computed | split; [exact deep|]]. rewrite units, pow_INR. lra.
    + intros N' g computed' deep' near. specialize (least N' g computed' deep' (near two)).
      apply (le_INR 2) in two as large. simpl in large.
      assert (power : 2 <= INR k ^ k).
      { replace k with (S (k - 1)) at 2 by lia. simpl pow.
        pose proof (pow_R1_Rle (INR k) (k - 1) ltac:(lra)). nra. }
      rewrite Nat.add_1_r in least. simpl pow in least. nra.
Qed.
