(** Facts about zonotopes: their points, their support functions, and their vertices, each of which is the only highest
    point in some direction. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import vectors zonotope vectors_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** ** Points of a zonotope *)

Lemma length_combination n l b : Forall (fun v => length v = n) b -> length (combination n l b) = n.
Proof.
  intros H. revert l; induction H as [|v b Hv _ IH]; intros [|c l]; simpl; try apply length_origin.
  apply length_add; [apply length_scale; exact Hv | apply IH].
Qed.

Lemma in_zonotope_length n b x : Forall (fun v => length v = n) b -> in_zonotope n b x -> length x = n.
Proof. intros H (l & _ & _ & ->). apply length_combination, H. Qed.

Lemma in_zonotope_nil n x : in_zonotope n [] x <-> x = origin n.
Proof.
  split.
  - intros ([|c l] & L & _ & ->); [reflexivity | discriminate].
  - intros ->. exists []. auto.
Qed.

Lemma in_zonotope_cons n v b x :
  in_zonotope n (v :: b) x <-> exists c u, -1 <= c <= 1 /\ in_zonotope n b u /\ x = add (scale c v) u.
Proof.
  split.
  - intros ([|c l] & L & B & ->); simpl in L; [discriminate|]. inversion_clear B.
    exists c, (combination n l b). repeat split; try tauto. exists l. auto.
  - intros (c & u & Hc & (l & L & B & ->) & ->). exists (c :: l). simpl. repeat split; auto.
Qed.

(** ** The support function *)

(** The claimed support function: |<r, b_1>| + ... + |<r, b_m>|. *)
Definition width (b : list point) (r : point) : R := total (map (fun v => Rabs (dot r v)) b).

Lemma width_cons v b r : width (v :: b) r = Rabs (dot r v) + width b r.
Proof. reflexivity. Qed.

Lemma width_is_support n b : Forall (fun v => length v = n) b -> is_support n b (width b).
Proof.
  intros H r _. induction H as [|v b Hv Hb [(u & Hu & E) IH]].
  - split.
    + exists (origin n). split; [now apply in_zonotope_nil | apply dot_origin_r].
    + intros x Hx. apply in_zonotope_nil in Hx as ->. rewrite dot_origin_r. apply Rle_refl.
  - rewrite width_cons. split.
    + exists (add (scale (if Rle_dec 0 (dot r v) then 1 else -1) v) u). split.
      * apply in_zonotope_cons. exists (if Rle_dec 0 (dot r v) then 1 else -1), u.
        repeat split; auto; destruct (Rle_dec 0 (dot r v)); lra.
      * assert (length u = n) by (apply (in_zonotope_length n b); assumption).
        rewrite dot_add_r, dot_scale_r, E by (transitivity n; [apply length_scale|]; auto).
        unfold Rabs. destruct (Rcase_abs (dot r v)), (Rle_dec 0 (dot r v)); lra.
    + intros x Hx. apply in_zonotope_cons in Hx as (c & w & Hc & Hw & ->).
      assert (length w = n) by (apply (in_zonotope_length n b); assumption).
      rewrite dot_add_r, dot_scale_r by (transitivity n; [apply length_scale|]; auto).
      specialize (IH w Hw). unfold Rabs. destruct (Rcase_abs (dot r v)); nra.
Qed.

Lemma is_largest_unique A r s t : is_largest A r s -> is_largest A r t -> s = t.
Proof.
  intros [(x & Hx & <-) Hs] [(y & Hy & <-) Ht].
  apply Rle_antisym; [apply Ht | apply Hs]; assumption.
Qed.

Lemma support_is_width n b g r :
  Forall (fun v => length v = n) b -> is_support n b g -> length r = n -> g r = width b r.
Proof.
  intros H G L. apply (is_largest_unique (in_zonotope n b) r); [apply G | apply (width_is_support n b H)]; exact L.
Qed.

(** ** Signed generators *)

(** s_1 b_1, ..., s_m b_m. *)
Definition signed (s : list R) (b : list point) : list point := map (fun p => scale (fst p) (snd p)) (combine s b).

Lemma signed_cons c s v b : signed (c :: s) (v :: b) = scale c v :: signed s b.
Proof. reflexivity. Qed.

Lemma signed_length n s b : Forall (fun v => length v = n) b -> Forall (fun v => length v = n) (signed s b).
Proof.
  intros H. revert s. induction H as [|v b Hv _ IH]; intros [|c s]; try constructor.
  - apply length_scale, Hv.
  - apply IH.
Qed.

Lemma length_signed s b : length s = length b -> length (signed s b) = length b.
Proof. intros L. unfold signed. rewrite map_length, combine_length. lia. Qed.

(** ** Directions in which finitely many vectors are positive *)

Definition point_eq_dec : forall x y : point, {x = y} + {x <> y} := list_eq_dec Req_EM_T.

(** What holds for each member of a list and all small e > 0 holds for them together. *)
Lemma small_enough {A : Type} (P : A -> R -> Prop) (l : list A) :
  (forall a, In a l -> exists d, 0 < d /\ forall e, 0 < e <= d -> P a e) ->
  exists d, 0 < d /\ forall e, 0 < e <= d -> forall a, In a l -> P a e.
Proof.
  induction l as [|a l IH]; intros H.
  - exists 1. split; [lra | intros e _ a []].
  - destruct IH as (d & Hd & Pd); [intros; apply H; now right|].
    destruct (H a) as (d' & Hd' & Pd'); [now left|].
    exists (Rmin d d'). split; [now apply Rmin_pos|]. intros e He x Hx.
    pose proof (Rmin_l d d'). pose proof (Rmin_r d d').
    destruct Hx as [<- | Hx]; [apply Pd' | apply Pd]; auto; lra.
Qed.

Lemma still_positive a k : 0 < a -> exists d, 0 < d /\ forall e, 0 < e <= d -> 0 < a + e * k.
Proof.
  intros Ha. pose proof (Rabs_pos k) as Hk. exists (a / (Rabs k + 1)).
  assert (D : a / (Rabs k + 1) * (Rabs k + 1) = a) by (field; lra).
  assert (0 < a / (Rabs k + 1)) by (apply Rdiv_lt_0_compat; lra).
  split; [assumption|]. intros e He. set (d := a / (Rabs k + 1)) in *.
  assert (- (e * k) <= e * Rabs k) by (pose proof (Rle_abs (- k)); rewrite Rabs_Ropp in *; nra).
  nra.
Qed.

(** All vectors of c are positive in the direction r, except those that are zero. *)
Definition positive_along (n : nat) (r : point) (c : list point) : Prop :=
  forall u, In u c -> u = origin n \/ 0 < dot r u.

(** From r a little into the direction q. *)
Lemma moved_direction n r q c :
  length r = n -> length q = n -> Forall (fun v => length v = n) c ->
  (forall u, In u c -> u = origin n \/ 0 < dot r u \/ dot r u = 0 /\ 0 < dot q u) ->
  exists p, length p = n /\ positive_along n p c.
Proof.
  intros Hr Hq Hc H.
  destruct (small_enough (fun u e => u = origin n \/ 0 < dot r u + e * dot q u) c) as (d & Hd & P).
  - intros u Hu. destruct (H u Hu) as [Z | [Pos | [Z Pos]]].
    + exists 1. split; [lra | auto].
    + destruct (still_positive (dot r u) (dot q u) Pos) as (d & Hd & P). exists d. split; auto.
    + exists 1. split; [lra|]. intros e He. right. rewrite Z. nra.
  - exists (add r (scale d q)). split; [lengths|]. intros u Hu.
    rewrite dot_add_l, dot_scale_l by (rewrite (length_scale n); auto). apply P; auto; lra.
Qed.

(** Some direction is orthogonal to none of finitely many vectors, except to the zero vector. *)
Lemma generic_direction n b :
  Forall (fun v => length v = n) b -> exists q, length q = n /\ forall u, In u b -> u = origin n \/ dot q u <> 0.
Proof.
  induction 1 as [|v b Hv Hb (q & Hq & Q)].
  - exists (origin n). split; [apply length_origin | intros u []].
  - destruct (point_eq_dec v (origin n)) as [Z | N]; [exists q; split; auto; intros u [<- | Hu]; auto|].
    destruct (Req_dec (dot q v) 0) as [Z | N']; [|exists q; split; auto; intros u [<- | Hu]; auto].
    pose proof (dot_self_positive n v Hv N).
    destruct (small_enough (fun u e => u = origin n \/ dot q u + e * dot v u <> 0) b) as (d & Hd & P).
    + intros u Hu. destruct (Q u Hu) as [Zu | Nu]; [exists 1; split; [lra | auto]|].
      destruct (Rdichotomy _ _ Nu) as [Neg | Pos].
      * destruct (still_positive (- dot q u) (- dot v u)) as (d & Hd & P); [lra|].
        exists d. split; auto. intros e He. right. specialize (P e He). nra.
      * destruct (still_positive (dot q u) (dot v u)) as (d & Hd & P); [lra|].
        exists d. split; auto. intros e He. right. specialize (P e He). lra.
    + exists (add q (scale d v)). split; [lengths|]. intros u Hu.
      rewrite dot_add_l, dot_scale_l by (rewrite (length_scale n); auto).
      destruct Hu as [<- | Hu]; [right; nra | apply P; auto; lra].
Qed.

(** w lies in the cone of the vectors c: it is a combination with coefficients that are not negative. *)
Definition in_cone_of (n : nat) (c : list point) (w : point) : Prop :=
  exists mu, length mu = length c /\ Forall (fun t => 0 <= t) mu /\ w = combination n mu c.

Lemma in_cone_of_nil n w : in_cone_of n [] w <-> w = origin n.
Proof.
  split.
  - intros ([|t mu] & L & _ & ->); [reflexivity | discriminate].
  - intros ->. exists []. auto.
Qed.

Lemma in_cone_of_cons n v c w :
  in_cone_of n (v :: c) w <-> exists t u, 0 <= t /\ in_cone_of n c u /\ w = add (scale t v) u.
Proof.
  split.
  - intros ([|t mu] & L & B & ->); simpl in L; [discriminate|]. inversion_clear B.
    exists t, (combination n mu c). repeat split; try tauto. exists mu. auto.
  - intros (t & u & Ht & (mu & L & B & ->) & ->). exists (t :: mu). simpl. repeat split; auto.
Qed.

Lemma in_cone_of_length n c w : Forall (fun v => length v = n) c -> in_cone_of n c w -> length w = n.
Proof. intros H (l & _ & _ & ->). apply length_combination, H. Qed.

Lemma in_cone_of_one n c u t : Forall (fun v => length v = n) c -> In u c -> 0 <= t -> in_cone_of n c (scale t u).
Proof.
  intros H. induction H as [|v c Hv Hc IH]; intros Hu Ht; [contradiction|].
  assert (O : in_cone_of n c (origin n)).
  { clear -Hc. induction Hc as [|v c Hv _ IH]; [now apply in_cone_of_nil|].
    apply in_cone_of_cons. exists 0, (origin n). repeat split; [lra | assumption|].
    rewrite scale_zero, Hv. symmetry. apply add_origin_l, length_origin. }
  apply in_cone_of_cons. destruct Hu as [<- | Hu].
  - exists t, (origin n). repeat split; auto. symmetry. apply add_origin_r. lengths.
  - exists 0, (scale t u). repeat split; [lra | auto|].
    rewrite scale_zero, Hv. symmetry. apply add_origin_l, length_scale.
    rewrite Forall_forall in Hc. auto.
Qed.

(** Vectors with non-negative multiples of v added lie in the cone of the vectors and v. *)
Lemma in_cone_of_shifted n v c t w :
  length v = n -> Forall (fun u => length u = n) c -> (forall u, In u c -> 0 <= t u) ->
  in_cone_of n (map (fun u => add u (scale (t u) v)) c) w -> in_cone_of n (v :: c) w.
Proof.
  intros Hv Hc. revert w. induction Hc as [|u c Hu Hc IH]; intros w Ht.
  - simpl. intros Hw. apply in_cone_of_nil in Hw as ->. apply in_cone_of_cons. exists 0, (origin n).
    repeat split; [lra | now apply in_cone_of_nil|]. rewrite scale_zero, Hv. symmetry.
    apply add_origin_l, length_origin.
  - simpl. intros Hw. apply in_cone_of_cons in Hw as (a & y & Ha & Hy & ->).
    apply IH in Hy; [|intros; apply Ht; now right]. apply in_cone_of_cons in Hy as (e & z & He & Hz & ->).
    assert (Lz : length z = n) by (apply (in_cone_of_length n c); assumption).
    apply in_cone_of_cons. exists (a * t u + e), (add (scale a u) z). repeat split.
    + specialize (Ht u (or_introl eq_refl)). nra.
    + apply in_cone_of_cons. exists a, z. auto.
    + coordinates n.
Qed.

(** Gordan: either some direction makes all vectors of c positive that are not zero, or their cone contains a line. *)
Lemma gordan n c :
  Forall (fun v => length v = n) c ->
  (exists r, length r = n /\ positive_along n r c) \/
  (exists w, w <> origin n /\ in_cone_of n c w /\ in_cone_of n c (scale (-1) w)).
Proof.
  remember (length c) as k eqn:K. revert c K. induction k as [|k IH]; intros [|v c] K H; try discriminate.
  { left. exists (origin n). split; [apply length_origin | intros u []]. }
  simpl in K. injection K as K. inversion_clear H as [|? ? Hv Hc].
  destruct (IH c K Hc) as [(r & Hr & P) | (w & W & W1 & W2)].
  2: { right. exists w. split; [exact W|]. clear -Hv W1 W2 Hc.
    assert (E : forall w, in_cone_of n c w -> in_cone_of n (v :: c) w).
    { intros u Hu. apply in_cone_of_cons. exists 0, u. repeat split; [lra | auto|].
      rewrite scale_zero, Hv. symmetry. apply add_origin_l, (in_cone_of_length n c); assumption. }
    auto. }
  destruct (point_eq_dec v (origin n)) as [Z | N]; [left; exists r; split; auto; intros u [<- | Hu]; auto|].
  pose proof (dot_self_positive n v Hv N) as Vpos.
  destruct (Rtotal_order (dot r v) 0) as [Neg | [Zero | Pos]].
  - set (t := fun u => dot r u / (- dot r v)).
    assert (T : forall u, In u c -> 0 <= t u).
    { intros u Hu. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra].
      destruct (P u Hu) as [-> |]; [rewrite dot_origin_r|]; lra. }
    destruct (IH (map (fun u => add u (scale (t u) v)) c)) as [(q & Hq & Q) | (w & W & W1 & W2)].
    + now rewrite map_length.
    + apply Forall_map. eapply Forall_impl; [|exact Hc]. intros u Hu. lengths.
    + destruct (Exists_dec (fun u => u <> origin n /\ add u (scale (t u) v) = origin n) c) as [E | E].
      { intros u. destruct (point_eq_dec u (origin n)) as [Z | Z]; [right; tauto|].
        destruct (point_eq_dec (add u (scale (t u) v)) (origin n)) as [Z' | Z']; [left | right]; tauto. }
      * right. apply Exists_exists in E as (u & Hu & U & E).
        assert (Lu : length u = n) by (rewrite Forall_forall in Hc; auto).
        assert (Eu : u = scale (- t u) v).
        { transitivity (sub (add u (scale (t u) v)) (scale (t u) v)); [coordinates n|]. rewrite E. coordinates n. }
        assert (Tu : 0 < t u).
        { destruct (T u Hu) as [|E0]; [assumption|]. contradiction U.
          rewrite Eu, <- E0, Ropp_0, scale_zero. congruence. }
        exists v. split; [exact N|]. split.
        -- rewrite <- (scale_one v) at 2. apply in_cone_of_one; [constructor; auto | now left | lra].
        -- replace (scale (-1) v) with (scale (/ t u) u).
           ++ apply in_cone_of_one; [constructor; auto | now right | left; now apply Rinv_0_lt_compat].
           ++ rewrite Eu at 2. rewrite scale_scale. f_equal. field. lra.
      * left. destruct (small_enough
          (fun u e => u = origin n \/ 0 < (dot q u + t u * dot q v) + e * (- t u)) c) as (e & He & S).
        -- intros u Hu. destruct (point_eq_dec u (origin n)) as [Z | Z]; [exists 1; split; [lra | auto]|].
           assert (Lu : length u = n) by (rewrite Forall_forall in Hc; auto).
           destruct (Q (add u (scale (t u) v))) as [Z' | Pos].
           ++ apply in_map_iff. exists u. auto.
           ++ contradiction E. apply Exists_exists. exists u. auto.
           ++ rewrite dot_add_r, dot_scale_r in Pos by (rewrite (length_scale n); auto).
              destruct (still_positive _ (- t u) Pos) as (d & Hd & D). exists d. split; auto.
        -- set (s := (dot q v - e) / (- dot r v)). exists (add q (scale s r)). split; [lengths|].
           intros u Hu. rewrite dot_add_l, dot_scale_l by (rewrite (length_scale n); auto).
           destruct Hu as [<- | Hu].
           ++ right. replace (s * dot r v) with (e - dot q v) by (unfold s; field; lra). lra.
           ++ destruct (S e ltac:(lra) u Hu) as [Z | Pos]; [auto | right].
              replace (s * dot r u) with ((dot q v - e) * t u) by (unfold s, t; field; lra). lra.
    + right. exists w. split; [exact W|]. split; eapply in_cone_of_shifted; eauto.
  - left. apply (moved_direction n r v); auto. intros u [<- | Hu]; auto.
    destruct (P u Hu); auto.
  - left. exists r. split; auto. intros u [<- | Hu]; auto.
Qed.

(** ** Vertices *)

Definition is_sign (c : R) : Prop := c = 1 \/ c = -1.

(** The sum of the vectors c in R^n. *)
Definition whole (n : nat) (c : list point) : point := fold_right add (origin n) c.

Lemma in_zonotope_signed n s b x :
  length s = length b -> Forall is_sign s -> in_zonotope n (signed s b) x <-> in_zonotope n b x.
Proof.
  revert b x. induction s as [|c s IH]; intros [|v b] x L S; simpl in L; try discriminate; [reflexivity|].
  inversion_clear S as [|? ? Hc Hs]. rewrite signed_cons, !in_zonotope_cons.
  split; intros (a & u & Ha & Hu & ->); exists (a * c), u.
  - rewrite <- scale_scale. repeat split; [destruct Hc; nra | destruct Hc; nra|]. apply (IH b); auto; lia.
  - rewrite scale_scale. replace (a * c * c) with a by (destruct Hc as [-> | ->]; ring).
    repeat split; [destruct Hc; nra | destruct Hc; nra|]. apply (IH b); auto; lia.
Qed.

Lemma is_vertex_signed n s b x :
  length s = length b -> Forall is_sign s -> is_vertex n (signed s b) x <-> is_vertex n b x.
Proof.
  intros L S. unfold is_vertex. pose proof (fun y => in_zonotope_signed n s b y L S) as E.
  rewrite E. split; intros [Hx H]; (split; [exact Hx|]); intros y z Hy Hz; apply H; apply E; assumption.
Qed.

Lemma whole_in_zonotope n c : in_zonotope n c (whole n c).
Proof.
  induction c as [|v c IH]; [now apply in_zonotope_nil|]. apply in_zonotope_cons. exists 1, (whole n c).
  repeat split; auto; try lra. now rewrite scale_one.
Qed.

(** A vertex with one more generator v is a vertex without it, plus or minus v. *)
Lemma is_vertex_cons n v b x :
  length v = n -> Forall (fun v => length v = n) b -> is_vertex n (v :: b) x ->
  exists c u, is_sign c /\ is_vertex n b u /\ x = add (scale c v) u.
Proof.
  intros Hv Hb [Hx V]. apply in_zonotope_cons in Hx as (c & u & Hc & Hu & ->).
  assert (Lu : length u = n) by (apply (in_zonotope_length n b); assumption).
  assert (U : is_vertex n b u).
  { split; [exact Hu|]. intros y z Hy Hz E.
    assert (Ly : length y = n) by (apply (in_zonotope_length n b); assumption).
    assert (Lz : length z = n) by (apply (in_zonotope_length n b); assumption).
    assert (F : add (scale c v) y = add (scale c v) z).
    { apply V; try (apply in_zonotope_cons; eexists; eexists; repeat split; eauto; lra).
      transitivity (add (scale (2 * c) v) (add y z)); [coordinates n|]. rewrite E. coordinates n. }
    transitivity (sub (add (scale c v) y) (scale c v)); [coordinates n|]. rewrite F. coordinates n. }
  destruct (point_eq_dec v (origin n)) as [Z | N].
  { exists 1, u. repeat split; [now left | apply U | apply U|]. now rewrite Z, !scale_origin. }
  exists c, u. repeat split; [|apply U | apply U].
  destruct (Req_dec c 1) as [|C1]; [now left|]. destruct (Req_dec c (-1)) as [|C2]; [now right|].
  exfalso. apply N. set (d := Rmin (1 - c) (c + 1)).
  assert (D : 0 < d <= 1 - c /\ d <= c + 1).
  { unfold d. pose proof (Rmin_l (1 - c) (c + 1)). pose proof (Rmin_r (1 - c) (c + 1)).
    pose proof (Rmin_pos (1 - c) (c + 1)). lra. }
  assert (F : add (scale (c + d) v) u = add (scale (c - d) v) u).
  { apply V; try (apply in_zonotope_cons; eexists; eexists; repeat split; eauto; lra). coordinates n. }
  transitivity (scale (/ (2 * d)) (sub (add (scale (c + d) v) u) (add (scale (c - d) v) u))).
  - coordinates n. lra.
  - rewrite F. coordinates n. lra.
Qed.

Lemma vertex_signs n b x :
  Forall (fun v => length v = n) b -> is_vertex n b x ->
  exists s, length s = length b /\ Forall is_sign s /\ x = whole n (signed s b).
Proof.
  intros H. revert x. induction H as [|v b Hv Hb IH]; intros x V.
  - exists []. destruct V as [Hx _]. apply in_zonotope_nil in Hx. auto.
  - apply is_vertex_cons in V as (c & u & Hc & U & ->); auto. destruct (IH u U) as (s & L & S & ->).
    exists (c :: s). simpl. auto.
Qed.

(** From the sum of the generators a step against their cone leads into the zonotope. *)
Lemma step_inside n c w :
  Forall (fun v => length v = n) c -> in_cone_of n c w ->
  exists d, 0 < d /\ forall e, 0 < e <= d -> in_zonotope n c (sub (whole n c) (scale e w)).
Proof.
  intros H. revert w. induction H as [|v c Hv Hc IH]; intros w W.
  - apply in_cone_of_nil in W as ->. exists 1. split; [lra|]. intros e He. apply in_zonotope_nil. simpl. coordinates n.
  - apply in_cone_of_cons in W as (t & u & Ht & U & ->). destruct (IH u U) as (d & Hd & D).
    assert (Lu : length u = n) by (apply (in_cone_of_length n c); assumption).
    assert (Lw : length (whole n c) = n) by (apply (in_zonotope_length n c), whole_in_zonotope; assumption).
    destruct (still_positive 1 (- t)) as (d' & Hd' & D'); [lra|].
    exists (Rmin d d'). split; [now apply Rmin_pos|]. intros e He.
    pose proof (Rmin_l d d'). pose proof (Rmin_r d d').
    apply in_zonotope_cons. exists (1 - e * t), (sub (whole n c) (scale e u)).
    specialize (D' e ltac:(lra)). repeat split; [nra | nra | apply D; lra|]. simpl. coordinates n.
Qed.

(** The cone of generators of which the sum is a vertex contains no line. *)
Lemma vertex_pointed n c w :
  Forall (fun v => length v = n) c -> is_vertex n c (whole n c) -> in_cone_of n c w -> in_cone_of n c (scale (-1) w) ->
  w = origin n.
Proof.
  intros H [Hx V] W1 W2.
  assert (Lw : length w = n) by (apply (in_cone_of_length n c); assumption).
  assert (Lx : length (whole n c) = n) by (apply (in_zonotope_length n c); assumption).
  destruct (step_inside n c w H W1) as (d1 & Hd1 & D1). destruct (step_inside n c _ H W2) as (d2 & Hd2 & D2).
  pose proof (Rmin_l d1 d2). pose proof (Rmin_r d1 d2). pose proof (Rmin_pos d1 d2). set (e := Rmin d1 d2) in *.
  assert (F : sub (whole n c) (scale e w) = sub (whole n c) (scale e (scale (-1) w))).
  { apply V; [apply D1; lra | apply D2; lra|]. coordinates n. }
  transitivity (scale (/ (2 * e)) (sub (sub (whole n c) (scale e (scale (-1) w))) (sub (whole n c) (scale e w)))).
  - coordinates n. lra.
  - rewrite F. coordinates n. lra.
Qed.

(** x is the only point of the zonotope that is highest in the direction r. *)
Definition only_highest (n : nat) (b : list point) (r x : point) : Prop :=
  in_zonotope n b x /\ forall y, in_zonotope n b y -> y <> x -> dot r y < dot r x.

Lemma whole_highest n r c y :
  Forall (fun v => length v = n) c -> (forall u, In u c -> 0 <= dot r u) -> in_zonotope n c y ->
  dot r y <= dot r (whole n c).
Proof.
  intros H. revert y. induction H as [|v c Hv Hc IH]; intros y P Y.
  - apply in_zonotope_nil in Y as ->. apply Rle_refl.
  - apply in_zonotope_cons in Y as (a & u & Ha & Hu & ->). specialize (IH u (fun z Z => P z (or_intror Z)) Hu).
    assert (Lu : length u = n) by (apply (in_zonotope_length n c); assumption).
    assert (Lw : length (whole n c) = n) by (apply (in_zonotope_length n c), whole_in_zonotope; assumption).
    simpl. rewrite !dot_add_r, dot_scale_r by (try rewrite (length_scale n); congruence).
    specialize (P v (or_introl eq_refl)). nra.
Qed.

Lemma whole_only_highest n r c :
  Forall (fun v => length v = n) c -> positive_along n r c -> only_highest n c r (whole n c).
Proof.
  intros H P. split; [apply whole_in_zonotope|].
  assert (Weak : forall u, In u c -> 0 <= dot r u).
  { intros u Hu. destruct (P u Hu) as [-> |]; [rewrite dot_origin_r|]; lra. }
  enough (E : forall y, in_zonotope n c y -> dot r y = dot r (whole n c) -> y = whole n c).
  { intros y Y N. destruct (whole_highest n r c y H Weak Y) as [|F]; [assumption|]. contradiction N. auto. }
  induction H as [|v c Hv Hc IH]; intros y Y E.
  - now apply in_zonotope_nil in Y.
  - apply in_zonotope_cons in Y as (a & u & Ha & Hu & ->).
    assert (Lu : length u = n) by (apply (in_zonotope_length n c); assumption).
    assert (Lw : length (whole n c) = n) by (apply (in_zonotope_length n c), whole_in_zonotope; assumption).
    simpl in *. rewrite !dot_add_r, dot_scale_r in E by (try rewrite (length_scale n); congruence).
    assert (Q : dot r u <= dot r (whole n c)) by (apply whole_highest; auto).
    assert (W : dot r u = dot r (whole n c) /\ scale a v = v).
    { destruct (P v (or_introl eq_refl)) as [Z | Pos].
      - rewrite Z, dot_origin_r in E. split; [lra|]. rewrite Z. apply scale_origin.
      - assert (a = 1) by nra. subst a. split; [lra | apply scale_one]. }
    destruct W as [W ->]. f_equal. apply IH; auto. intros z Z. apply P. now right.
Qed.

Lemma only_highest_vertex n b r x :
  Forall (fun v => length v = n) b -> only_highest n b r x -> is_vertex n b x.
Proof.
  intros H [Hx O]. split; [exact Hx|]. intros y z Hy Hz E.
  assert (Ly : length y = n) by (apply (in_zonotope_length n b); assumption).
  assert (Lz : length z = n) by (apply (in_zonotope_length n b); assumption).
  apply (f_equal (dot r)) in E. rewrite dot_add_r, dot_scale_r in E by congruence.
  assert (Q : forall p, in_zonotope n b p -> dot r p <= dot r x).
  { intros p Hp. destruct (point_eq_dec p x) as [-> | N]; [lra|]. left. auto. }
  pose proof (Q y Hy). pose proof (Q z Hz).
  destruct (point_eq_dec y x) as [-> | Ny]; [|specialize (O y Hy Ny); lra].
  destruct (point_eq_dec z x) as [-> | Nz]; [reflexivity | specialize (O z Hz Nz); lra].
Qed.

(** Every vertex is the only highest point in some direction. *)
Lemma vertex_only_highest n b x :
  Forall (fun v => length v = n) b -> is_vertex n b x -> exists r, length r = n /\ only_highest n b r x.
Proof.
  intros H V. destruct (vertex_signs n b x H V) as (s & L & S & ->).
  assert (Hc : Forall (fun v => length v = n) (signed s b)) by apply signed_length, H.
  destruct (gordan n (signed s b) Hc) as [(r & Hr & P) | (w & W & W1 & W2)].
  - exists r. split; [exact Hr|]. destruct (whole_only_highest n r _ Hc P) as [I O].
    split; [now apply (in_zonotope_signed n s b)|]. intros y Hy. apply O. now apply (in_zonotope_signed n s b).
  - contradiction W. apply (vertex_pointed n (signed s b)); auto. now apply is_vertex_signed.
Qed.

(** In every direction some vertex is highest. *)
Lemma highest_vertex n b r :
  Forall (fun v => length v = n) b -> length r = n ->
  exists x, is_vertex n b x /\ forall y, in_zonotope n b y -> dot r y <= dot r x.
Proof.
  intros H Hr. destruct (generic_direction n b H) as (q & Hq & Q).
  set (sgn := fun v => if Rlt_dec 0 (dot r v) then 1 else if Rlt_dec (dot r v) 0 then -1 else
                       if Rlt_dec 0 (dot q v) then 1 else -1).
  set (s := map sgn b).
  assert (L : length s = length b) by apply map_length.
  assert (S : Forall is_sign s).
  { apply Forall_map, Forall_forall. intros v _. unfold sgn, is_sign. repeat destruct Rlt_dec; auto. }
  assert (Hc : Forall (fun v => length v = n) (signed s b)) by apply signed_length, H.
  assert (E : forall u, In u (signed s b) -> u = origin n \/ 0 < dot r u \/ dot r u = 0 /\ 0 < dot q u).
  { intros u Hu. replace (signed s b) with (map (fun v => scale (sgn v) v) b) in Hu.
    2: { unfold s. clear. induction b as [|v b IH]; simpl; [reflexivity|]. now rewrite signed_cons, IH. }
    apply in_map_iff in Hu as (v & <- & Hv). rewrite !dot_scale_r.
    destruct (Q v Hv) as [-> | N]; [left; apply scale_origin|]. right.
    unfold sgn. repeat destruct Rlt_dec; lra. }
  exists (whole n (signed s b)). split.
  - destruct (moved_direction n r q (signed s b) Hr Hq Hc E) as (p & Hp & P).
    apply (is_vertex_signed n s b); auto. apply (only_highest_vertex n _ p); auto. now apply whole_only_highest.
  - intros y Y. apply whole_highest; auto; [|now apply in_zonotope_signed].
    intros u Hu. destruct (E u Hu) as [-> | [|[-> _]]]; [rewrite dot_origin_r| |]; lra.
Qed.

Lemma finite_part {A : Type} (P : A -> Prop) (l : list A) : exists v, NoDup v /\ forall x, In x v <-> In x l /\ P x.
Proof.
  induction l as [|a l (v & D & V)].
  - exists []. split; [constructor | simpl; tauto].
  - destruct (classic (P a /\ ~ In a v)) as [[Pa N] | N].
    + exists (a :: v). split; [now constructor|]. intros x. simpl. rewrite V. intuition congruence.
    + exists v. split; [exact D|]. intros x. rewrite V. simpl. split; [tauto|].
      intros [[<- | I] Px]; [|tauto]. destruct (classic (In a v)) as [I | I]; [apply V, I | tauto].
Qed.

(** The vertices can be listed. *)
Lemma vertices_exist n b : Forall (fun v => length v = n) b -> exists v, vertices n b v.
Proof.
  intros H.
  assert (F : exists l, forall x, is_vertex n b x -> In x l).
  { induction H as [|v b Hv Hb (l & F)].
    - exists [origin n]. intros x [Hx _]. apply in_zonotope_nil in Hx as ->. now left.
    - exists (map (add (scale 1 v)) l ++ map (add (scale (-1) v)) l). intros x V.
      apply is_vertex_cons in V as (c & u & Hc & U & ->); auto. apply in_or_app.
      destruct Hc as [-> | ->]; [left | right]; apply in_map, F, U. }
  destruct F as (l & F). destruct (finite_part (is_vertex n b) l) as (v & D & V).
  exists v. split; [exact D|]. intros x. rewrite V. split; [tauto|]. auto.
Qed.
