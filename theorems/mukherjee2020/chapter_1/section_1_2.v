(** Section 1.2 of Mukherjee 2020: ReLU networks compute the gauge of a zonotope with interior, while the support
    function of a zonotope is the gauge of its polar body and not of the zonotope; and the gap between k^3 units in k^2
    layers and k^k units in k layers, for functions that are to be approximated, in the mean or everywhere. *)

From Coq Require Import Reals List Arith Lia Lra.
From Marginalia.formal Require Import vectors networks zonotope vectors_facts zonotope_facts piecewise piecewise_facts.
From Marginalia.formal Require Import sawtooth sawtooth_facts triangles triangles_facts means_facts.
From Marginalia.formal Require Import hinge_networks_facts networks_facts space_pieces polyhedra_facts numbers_facts.
From Marginalia.formal Require Import maxima maxima_facts maximum_networks_facts lists_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6 lemma_2_3_8 theorem_2_3_6.
Import ListNotations.
Open Scope R_scope.

(** ** Gauge and support function *)

(** g is the gauge of the set A in R^n: g r >= 0, and for t > 0, g r <= t if and only if r lies in t A. *)
Definition is_gauge (n : nat) (A : point -> Prop) (g : point -> R) : Prop :=
  forall r, length r = n -> 0 <= g r /\ forall t, 0 < t -> (g r <= t <-> exists x, A x /\ r = scale t x).

(** b generates R^n. *)
Definition generates (n : nat) (b : list point) : Prop :=
  forall x, length x = n -> exists lambda, length lambda = length b /\ x = combination n lambda b.

(** A zonotope is a polyhedron: its generators are added one after the other, and each coefficient is eliminated. *)
Lemma zonotope_polyhedron n b : Forall (fun v => length v = n) b -> polyhedron n (in_zonotope n b).
Proof.
  induction 1 as [|v b long Hb (faces & sizes & IH)].
  - exists (map (fun r => (r, 0)) (identity n) ++ map (fun r => (scale (-1) r, 0)) (identity n)).
    pose proof (identity_rows n) as rows. rewrite Forall_forall in rows. split.
    + apply Forall_app.
      split; apply Forall_map, Forall_forall; intros r I; simpl; [|apply length_scale]; now apply rows.
    + intros x. rewrite in_zonotope_nil, Forall_app, !Forall_map, !Forall_forall. simpl. split.
      * intros ->. split; [apply length_origin|]. split; intros r _; rewrite dot_origin_r; lra.
      * intros (Lx & low & high). apply (points_equal n); [exact Lx | apply length_origin|]. intros i I.
        rewrite nth_origin, <- (dot_identity n x Lx).
        pose proof (map_nth (fun r => dot r x) (identity n) [] i) as entry. simpl in entry. rewrite entry.
        assert (row : In (nth i (identity n) []) (identity n)) by (apply nth_In; now rewrite length_identity).
        specialize (low _ row). specialize (high _ row). rewrite dot_scale_l in high. lra.
  - set (A := fun z => length z = S n /\ -1 <= hd 0 z <= 1 /\
      Forall (fun h => dot (fst h) (sub (tl z) (scale (hd 0 z) v)) <= snd h) faces).
    apply (polyhedron_same n (fun x => exists c, A (c :: x))).
    { intros x. unfold A. simpl. rewrite in_zonotope_cons. split.
      - intros (c & Lx & range & within). injection Lx as Lx. exists c, (sub x (scale c v)).
        assert (Ls : length (scale c v) = n) by now apply length_scale.
        split; [exact range | split; [|symmetry; now apply (add_sub n)]].
        apply IH. split; [now apply length_sub | exact within].
      - intros (c & u & range & Hu & ->). assert (Ls : length (scale c v) = n) by now apply length_scale.
        apply IH in Hu as [Lu within]. exists c. split; [f_equal; now apply length_add|]. split; [exact range|].
        replace (sub (add (scale c v) u) (scale c v)) with u; [exact within|].
        apply (points_equal n); [exact Lu | apply length_sub; [now apply length_add | exact Ls]|].
        intros i _. rewrite nth_sub, nth_add by (rewrite ?(length_add n); congruence). ring. }
    apply polyhedron_eliminate.
    exists (map (fun h => (- dot (fst h) v :: fst h, snd h)) faces ++ [(1 :: origin n, 1); (-1 :: origin n, 1)]).
    split.
    + apply Forall_app. split; [apply Forall_map | repeat constructor; simpl; now rewrite length_origin].
      eapply Forall_impl; [|exact sizes]. intros h L. simpl. f_equal. exact L.
    + intros [|c x]; [split; intros [L _]; discriminate|]. unfold A. rewrite Forall_app, Forall_map. simpl.
      assert (same : length x = n -> forall h, In h faces ->
        dot (fst h) (sub x (scale c v)) = - dot (fst h) v * c + dot (fst h) x).
      { intros Lx h I. rewrite Forall_forall in sizes. specialize (sizes h I).
        rewrite dot_sub_r, dot_scale_r by (rewrite (length_scale n); congruence). ring. }
      rewrite !Forall_forall. simpl. split.
      * intros (L & range & within). injection L as Lx. split; [congruence|]. split.
        -- intros h I. rewrite <- same by assumption. now apply within.
        -- intros h [<- | [<- | []]]; simpl; rewrite dot_origin_l; lra.
      * intros (L & within & range). injection L as Lx. split; [congruence|]. split.
        -- pose proof (range _ (or_introl eq_refl)) as up. pose proof (range _ (or_intror (or_introl eq_refl))) as low.
           simpl in up, low. rewrite dot_origin_l in up, low. lra.
        -- intros h I. rewrite same by assumption. now apply within.
Qed.

Lemma combination_scaled n c l b : Forall (fun v => length v = n) b ->
  combination n (scale c l) b = scale c (combination n l b).
Proof.
  intros H. revert l. induction H as [|v b long _ IH]; intros [|a l]; simpl; try (symmetry; apply scale_origin).
  now rewrite IH, scale_add, scale_scale.
Qed.

Lemma origin_in_zonotope n b : Forall (fun v => length v = n) b -> in_zonotope n b (origin n).
Proof.
  intros H. exists (scale 0 (repeat 0 (length b))). split; [apply length_scale, repeat_length|]. split.
  - rewrite scale_zero. apply Forall_forall. intros a I. apply repeat_spec in I. lra.
  - rewrite combination_scaled, scale_zero, length_combination by exact H. reflexivity.
Qed.

(** If b generates R^n, every point of R^n lies in some multiple of the zonotope. *)
Lemma absorbing n b r : Forall (fun v => length v = n) b -> generates n b -> length r = n ->
  exists t x, 0 < t /\ in_zonotope n b x /\ r = scale t x.
Proof.
  intros H spans Lr. destruct (spans r Lr) as (l & Ll & ->).
  set (t := 1 + total (map Rabs l)).
  assert (bound : forall u, 0 <= total (map Rabs u) /\ forall a, In a u -> Rabs a <= total (map Rabs u)).
  { induction u as [|a u [IH IH']]; simpl; [split; [lra | contradiction]|]. pose proof (Rabs_pos a).
    split; [lra|]. intros c [<- | I]; [lra|]. specialize (IH' c I). lra. }
  assert (positive : 0 < t) by (unfold t; pose proof (proj1 (bound l)); lra).
  exists t, (combination n (scale (/ t) l) b). split; [exact positive|]. split.
  - exists (scale (/ t) l). split; [now apply length_scale|]. split; [|reflexivity].
    apply Forall_forall. intros a I. apply in_map_iff in I as (c & <- & I). apply (proj2 (bound l)) in I.
    apply bounds_of_Rabs. rewrite Rabs_mult, Rabs_pos_eq by (left; now apply Rinv_0_lt_compat).
    apply (Rmult_le_reg_l t); [exact positive|]. rewrite <- Rmult_assoc, Rinv_r by lra. unfold t. lra.
  - rewrite combination_scaled, scale_scale, Rinv_r, scale_one by (exact H || lra). reflexivity.
Qed.

(** Where a face <a, x> <= c of the zonotope is reached: at <a, x> / c = 1. *)
Definition face_gate (h : face) : gate := Gate (scale (/ snd h) (fst h)) 0.

Lemma gauge_network n b : Forall (fun v => length v = n) b -> generates n b ->
  exists N g, computes_number N n g /\ is_gauge n (in_zonotope n b) g.
Proof.
  intros H spans. destruct (zonotope_polyhedron n b H) as (faces & sizes & same).
  pose proof (origin_in_zonotope n b H) as zero.
  rewrite Forall_forall in sizes.
  assert (above : forall h, In h faces -> 0 <= snd h).
  { intros h I. apply same in zero as [_ within]. rewrite Forall_forall in within. specialize (within h I).
    now rewrite dot_origin_r in within. }
  assert (flat : forall h, In h faces -> snd h = 0 -> fst h = origin n).
  { intros h I level. pose proof (sizes h I) as long.
    destruct (absorbing n b (fst h) H spans long) as (t & x & positive & Hx & E).
    apply same in Hx as [Lx within]. rewrite Forall_forall in within. specialize (within h I). rewrite level in within.
    rewrite <- long. apply dot_self_zero. apply Rle_antisym; [|apply dot_self_nonneg].
    apply (Rmult_le_compat_l t) in within; [|lra]. rewrite E at 2. rewrite dot_scale_r.
    rewrite Rmult_0_r in within. exact within. }
  assert (zero_gate : forall r, gate_value (Gate (origin n) 0) r = 0)
    by (intros r; unfold gate_value; simpl; rewrite dot_origin_l; ring).
  set (A := Gate (origin n) 0 :: map face_gate (filter (fun h => is_positive (snd h)) faces)).
  assert (reading : reads n A).
  { constructor; [apply length_origin|]. apply Forall_map, Forall_forall. intros h I. apply filter_In in I as [I _].
    simpl. now apply length_scale, sizes. }
  destruct (maximum_network n (length A) A reading) as (N & computed & _).
  { split; [simpl; lia|]. apply Nat.lt_le_incl, Nat.pow_gt_lin_r. lia. }
  exists N, (fun x => largest (affine A x)). split; [exact computed|]. intros r Lr.
  destruct (top_spec A r ltac:(discriminate)) as [below attained]. split.
  - specialize (below (Gate (origin n) 0) (or_introl eq_refl)). rewrite zero_gate in below. exact below.
  - intros t positive.
    assert (scaled : forall h, In h faces -> 0 < snd h ->
      (gate_value (face_gate h) r <= t <-> dot (fst h) (scale (/ t) r) <= snd h)).
    { intros h I level. unfold gate_value. simpl. rewrite Rplus_0_r, dot_scale_l, dot_scale_r. split; intros K.
      - apply (Rmult_le_reg_l (t * / snd h)); [apply Rmult_lt_0_compat; [exact positive | now apply Rinv_0_lt_compat]|].
        replace (t * / snd h * (/ t * dot (fst h) r)) with (/ snd h * dot (fst h) r) by (field; lra).
        replace (t * / snd h * snd h) with t by (field; lra). exact K.
      - apply (Rmult_le_compat_l (t * / snd h)) in K;
          [|left; apply Rmult_lt_0_compat; [exact positive | now apply Rinv_0_lt_compat]].
        replace (t * / snd h * (/ t * dot (fst h) r)) with (/ snd h * dot (fst h) r) in K by (field; lra).
        replace (t * / snd h * snd h) with t in K by (field; lra). exact K. }
    split.
    + intros small. exists (scale (/ t) r). split; [|now rewrite scale_scale, Rinv_r, scale_one by lra].
      apply same. split; [now apply length_scale|]. apply Forall_forall. intros h I.
      destruct (Rle_lt_or_eq_dec 0 (snd h) (above h I)) as [level | level].
      * apply scaled; [exact I | exact level|]. apply Rle_trans with (2 := small), below. right. apply in_map.
        apply filter_In. split; [exact I | now apply is_positive_true].
      * rewrite flat, dot_origin_l by auto. lra.
    + intros (x & Hx & ->). destruct attained as (g & [<- | I] & <-).
      * rewrite zero_gate. lra.
      * apply in_map_iff in I as (h & <- & I). apply filter_In in I as [I level]. apply is_positive_true in level.
        apply scaled; [exact I | exact level|]. rewrite scale_scale, Rinv_l, scale_one by lra.
        apply same in Hx as [_ within]. rewrite Forall_forall in within. now apply within.
Qed.

Lemma gauge_unique n A g h r : is_gauge n A g -> is_gauge n A h -> length r = n -> g r <= h r.
Proof.
  intros of_g of_h Lr. destruct (of_g r Lr) as [low_g at_g], (of_h r Lr) as [low_h at_h].
  apply Rnot_lt_le. intros less. set (t := (g r + h r) / 2). assert (0 < t /\ h r <= t < g r) by (unfold t; lra).
  enough (g r <= t) by lra. apply at_g; [lra|]. apply at_h; lra.
Qed.

(** A zonotope has a gauge with real values if and only if its generators span R^n, so that 0 is an interior point; and
    then a ReLU network computes its gauge. *)
Theorem section_1_2_gauge_versus_support_printed :
  forall (n m : nat) (b : list point), (1 <= n)%nat -> (1 <= m)%nat -> length b = m ->
    Forall (fun v => length v = n) b ->
    (generates n b <-> exists g, is_gauge n (in_zonotope n b) g) /\
    forall g, is_gauge n (in_zonotope n b) g -> exists N, computes_number N n g.
Proof.
  intros n m b Hn Hm Hb H.
  assert (back : forall g, is_gauge n (in_zonotope n b) g -> generates n b).
  { intros g of_g r Lr. destruct (of_g r Lr) as [low at_g]. destruct (at_g (g r + 1) ltac:(lra)) as [inside _].
    destruct (inside ltac:(lra)) as (x & (l & Ll & _ & ->) & ->). exists (scale (g r + 1) l).
    split; [now apply length_scale | symmetry; now apply combination_scaled]. }
  split; [split|].
  - intros spans. destruct (gauge_network n b H spans) as (N & g & _ & of_g). now exists g.
  - intros [g of_g]. now apply (back g).
  - intros g of_g. destruct (gauge_network n b H (back g of_g)) as (N & h & [fits values] & of_h). exists N.
    split; [exact fits|]. intros x Lx. rewrite values by exact Lx. f_equal.
    apply Rle_antisym; now apply (gauge_unique n (in_zonotope n b)).
Qed.

(** The polar body of the set A in R^n: all y with <y, x> <= 1 for all x in A. *)
Definition polar (n : nat) (A : point -> Prop) (y : point) : Prop := length y = n /\ forall x, A x -> dot y x <= 1.

(** The function of Definition 7, the support function of a zonotope, need not be its gauge: for the square [-1, 1]^2
    it is 2 at the point (1, 1), which lies in the square, so that the gauge is at most 1 there. *)
Theorem section_1_2_gauge_of_definition_7_printed_refuted :
  ~ (forall (n m : nat) (b : list point) (g : point -> R),
      (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
      is_gauge n (in_zonotope n b) g).
Proof.
  intros claimed. set (b := [[1; 0]; [0; 1]]).
  assert (plane : Forall (fun v => length v = 2%nat) b) by (unfold b; auto).
  pose proof (width_is_support 2 b plane) as support.
  destruct (claimed 2%nat 2%nat b (width b) ltac:(lia) ltac:(lia) eq_refl plane support [1; 1] eq_refl) as [_ at_one].
  destruct (at_one 1 Rlt_0_1) as [_ small].
  enough (width b [1; 1] <= 1) as low.
  { unfold width, b, total in low. simpl in low. rewrite !Rabs_pos_eq in low by lra. lra. }
  apply small. exists [1; 1]. split.
  - exists [1; 1]. split; [reflexivity | split; [repeat constructor; lra|]]. unfold b. simpl.
    repeat (apply (f_equal2 cons); [ring|]). reflexivity.
  - simpl. repeat (apply (f_equal2 cons); [ring|]). reflexivity.
Qed.

(** The support function of a zonotope, which some ReLU network computes, is the gauge of its polar body. *)
Theorem section_1_2_gauge_of_definition_7_repaired :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    (exists N, computes_number N n g) /\ is_gauge n (polar n (in_zonotope n b)) g.
Proof.
  intros n m b g Hn Hm Hb H support. split.
  - destruct (lemma_2_3_8_printed n m b g Hn Hm Hb H support) as (N & computed & _). now exists N.
  - intros r long. destruct (support r long) as [(top & inside & high) below]. split.
    { specialize (below _ (origin_in_zonotope n b H)). now rewrite dot_origin_r in below. }
    intros t positive. split.
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
    each is computed by a network with k^2 hidden layers of k units, k^3 in all, and a network with k hidden layers that
    differs from it by less than M/4 everywhere on [0, M] has at least k^(k + 1) - k units. *)
Theorem section_1_2_gap_summary_sharpened : forall (k : nat) (M : R), (2 <= k)%nat -> 0 < M ->
  continuum (hard_within M k (k ^ 2)) /\
  forall f, hard_within M k (k ^ 2) f ->
    (exists N, computes_on_line N f /\ widths N = repeat k (k ^ 2) /\
      depth N = (1 + k ^ 2)%nat /\ size N = (k ^ 3)%nat) /\
    forall N g, computes_on_line N g -> depth N = (1 + k)%nat ->
      (forall x, 0 <= x <= M -> Rabs (g x - f x) < M / 4) -> INR k ^ (k + 1) - INR k <= INR (size N).
Proof.
  intros k M two positive. assert (more : (1 <= k ^ 2)%nat) by (simpl; nia).
  split; [now apply hard_continuum|]. intros f is_hard. split.
  - destruct is_hard as (a & h & given & same). exists (hinge_network M (k - 1) (k ^ 2) a).
    assert (layers : widths (hinge_network M (k - 1) (k ^ 2) a) = repeat k (k ^ 2)).
    { rewrite widths_hinge_network. f_equal. lia. }
    split; [|split; [exact layers | split]].
    + apply (computes_same _ (composition h (k ^ 2))); [easy|]. now apply hinge_network_computes.
    + rewrite depth_widths, layers, repeat_length. reflexivity.
    + unfold size. rewrite layers, list_sum_repeat. simpl. ring.
  - intros N g computed deep near.
    pose proof (size_near M k (k ^ 2) f k N g positive ltac:(lia) ltac:(lia) is_hard computed ltac:(lia) near) as large.
    apply Rle_trans with (2 := large). assert (0 < INR k) by (apply lt_0_INR; lia).
    rewrite power_of_root by lia. replace (INR (k ^ 2) / INR k) with (INR k) by (rewrite pow_INR; field; lra).
    rewrite Rpower_pow, Nat.add_1_r by assumption. simpl pow. lra.
Qed.

(** ** Networks that are near in the mean *)

(** f is a positive multiple of s. *)
Definition multiple (s f : R -> R) : Prop := exists t, 0 < t /\ forall x, f x = t * s x.

Lemma multiples_continuum s : (exists x, s x <> 0) -> continuum (multiple s).
Proof.
  intros [y value]. exists (fun u x => exp u * s x). split.
  - intros u. exists (exp u). split; [apply exp_pos | reflexivity].
  - intros u v differ. exists y. intros same. apply differ, exp_inv. now apply Rmult_eq_reg_r in same.
Qed.

(** A network of k layers for each multiple of the wave of k^(k^2) laps, *)
Lemma wave_networks k : (1 <= k)%nat -> exists s, is_wave (k ^ (k ^ 2)) s /\
  forall t, exists N, computes_on_line N (fun x => t * s x) /\ widths N = repeat k (k ^ 2).
Proof.
  intros some. destruct (Nat.eq_dec k 1) as [-> | ?].
  - exists relu. split.
    + intros i x less inside. simpl in less. replace i with 0%nat in * by lia. simpl in *.
      rewrite relu_nonneg; lra.
    + intros t. exists (Network [[Gate [1] 0]] [Gate [t] 0]). split; [split|reflexivity].
      * repeat split; repeat constructor. discriminate.
      * intros x. rewrite evaluate_one_layer. simpl. rewrite gate_value_on_line. f_equal.
        replace (1 * x + 0) with x by ring. ring.
  - apply wave_network; [simpl; nia | lia].
Qed.

(** and how many pieces a function near such a multiple has. *)
Lemma pieces_near_in_mean q s g p t : (1 <= q)%nat -> is_wave q s -> has_at_most_pieces g p -> 0 < t ->
  distance (fun x => t * s x) g 0 1 < t / 8 -> INR q / 4 <= INR p.
Proof.
  intros some wave pieces positive near. assert (0 < INR q) by (apply lt_0_INR; lia).
  rewrite (distance_scaled q s g p t some wave pieces positive) in near.
  assert (far : distance s (fun x => / t * g x) 0 1 < 1 / 8) by (apply Rmult_lt_reg_l with t; lra).
  assert (inverse : / t <> 0) by (apply Rinv_neq_0_compat; lra).
  destruct (theorem_2_3_6_error_bound_printed q p s _ some wave (pieces_scaled g p (/ t) inverse pieces))
    as (above & bound & same). rewrite same in bound.
  assert (many : 1 / 8 < (2 * INR p - 1) / (4 * INR q)) by lra.
  apply Rmult_lt_compat_r with (r := 4 * INR q) in many; [|lra].
  replace ((2 * INR p - 1) / (4 * INR q) * (4 * INR q)) with (2 * INR p - 1) in many by (field; lra). lra.
Qed.

Lemma size_with_many_pieces k N : (2 <= k)%nat -> depth N = (1 + k)%nat ->
  INR (k ^ (k ^ 2)) / 4 <= INR (list_product (map S (widths N))) -> 1 / 2 * INR k ^ k <= INR (size N).
Proof.
  intros two deep many. assert (large : 2 <= INR k) by (apply (le_INR 2) in two; simpl in two; lra).
  assert (0 < INR k ^ k) by (apply pow_lt; lra).
  assert (root : 1 / 2 * INR k ^ k <= Rpower (INR (k ^ (k ^ 2)) / 4) (/ INR k)).
  { replace (1 / 2 * INR k ^ k) with (Rpower ((1 / 2 * INR k ^ k) ^ k) (/ INR k)).
    - apply Rle_Rpower_l; [left; apply Rinv_0_lt_compat; lra|]. split; [apply pow_lt; lra|].
      rewrite Rpow_mult_distr, <- pow_mult, pow_INR. replace (k ^ 2)%nat with (k * k)%nat by (simpl; ring).
      assert (0 < INR k ^ (k * k)) by (apply pow_lt; lra). assert ((1 / 2) ^ k <= 1 / 4).
      { replace k with (S (S (k - 2))) by lia. simpl pow.
        pose proof (pow_incr (1 / 2) 1 (k - 2) ltac:(lra)) as small. rewrite pow1 in small. lra. }
      nra.
    - rewrite <- Rpower_pow by lra. rewrite Rpower_mult, Rinv_r, Rpower_1 by lra. reflexivity. }
  assert (positive : 0 < INR (k ^ (k ^ 2)) / 4).
  { apply Rdiv_lt_0_compat; [|lra]. apply lt_0_INR, Nat.neq_0_lt_0, Nat.pow_nonzero. lia. }
  assert (count : length (widths N) = k) by (rewrite depth_widths in deep; lia).
  pose proof (size_of_product N k _ ltac:(lia) count positive many) as least. apply Rle_trans with (2 := least).
  assert (big : 2 * INR k <= INR k ^ k).
  { replace k with (S (S (k - 2))) at 3 by lia. simpl pow.
    assert (1 <= INR k ^ (k - 2)) by (apply pow_R1_Rle; lra). nra. }
  nra.
Qed.

(** There are C, c > 0 such that for all k >= 1 the positive multiples of a wave of k^(k^2) laps are a continuum, each,
    t s, is computed by a network of depth 1 + k^2 with at most C k^3 units, while a network of depth 1 + k that is
    within t/8 of t s in the mean over [0, 1] has at least c k^k units; t is the maximum of t s there. *)
Theorem section_1_2_gap_summary_printed : exists C c : R, 0 < C /\ 0 < c /\
  forall k : nat, (1 <= k)%nat -> exists s : R -> R, is_wave (k ^ (k ^ 2)) s /\ continuum (multiple s) /\
    forall t f, 0 < t -> (forall x, f x = t * s x) ->
      (exists N, computes_on_line N f /\ depth N = (1 + k ^ 2)%nat /\ INR (size N) <= C * INR k ^ 3) /\
      forall N g, computes_on_line N g -> depth N = (1 + k)%nat -> distance f g 0 1 < t / 8 ->
        c * INR k ^ k <= INR (size N).
Proof.
  exists 1, (1 / 2). split; [lra | split; [lra|]]. intros k some.
  destruct (wave_networks k some) as (s & wave & networks). exists s.
  assert (laps : (1 <= k ^ (k ^ 2))%nat) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia).
  split; [exact wave | split].
  - apply multiples_continuum. set (q := (k ^ (k ^ 2))%nat) in *. assert (0 < INR q) by (apply lt_0_INR; lia).
    exists (1 / INR q). enough (top : s (1 / INR q) = 1) by lra. rewrite (wave 0%nat); [simpl; field; lra | lia|].
    simpl. split; [|lra]. unfold Rdiv. rewrite Rmult_0_l, Rmult_1_l. left. now apply Rinv_0_lt_compat.
  - intros t f positive same. destruct (networks t) as (N & computed & layers). split.
    + exists N. split; [now apply (computes_same _ (fun x => t * s x))|].
      split; [rewrite depth_widths, layers, repeat_length; reflexivity|].
      unfold size. rewrite layers, list_sum_repeat. replace (k * k ^ 2)%nat with (k ^ 3)%nat by (simpl; ring).
      rewrite pow_INR. lra.
    + intros N' g computed' deep near. destruct (Nat.eq_dec k 1) as [-> | ?].
      * pose proof (le_INR _ _ (size_positive N' g 1 computed' (le_n 1) ltac:(lia))). simpl in *. lra.
      * apply size_with_many_pieces; [lia | exact deep|].
        apply (pieces_near_in_mean _ s g _ t laps wave); [now apply network_pieces | exact positive|].
        replace (fun x => t * s x) with f; [exact near|]. now apply FunctionalExtensionality.functional_extensionality.
Qed.
