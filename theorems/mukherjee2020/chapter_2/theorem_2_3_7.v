(** Theorem 2.3.7 on zonotopes: part 1, on the number of vertices, misses a factor 2, with which it is true; part 2,
    that the support function has as many pieces as there are vertices, and part 3, that it is a sum of absolute values,
    are true as printed. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import lists_facts.
From Marginalia.formal Require Import vectors zonotope boolean vectors_facts zonotope_facts binomials.
From Marginalia.formal Require Import sign_patterns_facts moment_curve_facts space_pieces support_pieces_facts.
From Marginalia.formal Require Import null_sets null_sets_facts cube_covers_facts general_position_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** ** Part 1: the number of vertices *)

(** The segment from -a to a, the zonotope of one generator in R^1. *)
Lemma in_segment a x : in_zonotope 1 [[a]] x <-> exists c, -1 <= c <= 1 /\ x = [c * a].
Proof.
  rewrite in_zonotope_cons. split.
  - intros (c & u & Hc & Hu & ->). apply in_zonotope_nil in Hu as ->. exists c. split; [exact Hc|].
    simpl. f_equal. ring.
  - intros (c & Hc & ->). exists c, (origin 1). split; [exact Hc|]. split; [now apply in_zonotope_nil|].
    simpl. f_equal. ring.
Qed.

Lemma end_of_segment a c : a <> 0 -> is_sign c -> is_vertex 1 [[a]] [c * a].
Proof.
  intros Ha Hc. split.
  - apply in_segment. exists c. split; [destruct Hc; lra | reflexivity].
  - intros y z Hy Hz E. apply in_segment in Hy as (u & Hu & ->). apply in_segment in Hz as (v & Hv & ->).
    simpl in E. injection E as E. assert (F : (u + v - 2 * c) * a = 0) by lra.
    apply Rmult_integral in F as [F | F]; [|contradiction]. f_equal. f_equal. destruct Hc; lra.
Qed.

Lemma segment_two_vertices a v : a <> 0 -> vertices 1 [[a]] v -> (2 <= length v)%nat.
Proof.
  intros Ha [_ V].
  assert (In [1 * a] v) by (apply V, end_of_segment; [exact Ha | now left]).
  assert (In [-1 * a] v) by (apply V, end_of_segment; [exact Ha | now right]).
  destruct v as [|x [|y v]]; simpl in *; [contradiction| |lia].
  assert (E : [1 * a] = [-1 * a]) by intuition congruence. injection E. lra.
Qed.

(** Part 1 as printed fails: it is not true that every zonotope of m generators in R^n has at most
    C(m - 1, 0) + ... + C(m - 1, n - 1) vertices. The segment [-1, 1] has n = m = 1 and two vertices. *)
Theorem theorem_2_3_7_part_1_printed_refuted :
  ~ (forall (n m : nat) (b v : list point),
       (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b ->
       vertices n b v -> (length v <= binomial_sum (m - 1) n)%nat).
Proof.
  intros H. destruct (vertices_exist 1 [[1]] (Forall_cons [1] eq_refl (Forall_nil _))) as (v & V).
  specialize (H 1%nat 1%nat [[1]] v (le_n 1) (le_n 1) eq_refl (Forall_cons [1] eq_refl (Forall_nil _)) V) as L.
  apply segment_two_vertices in V; [|lra]. rewrite binomial_sum_one in L. lia.
Qed.

(** Those generators in R^n of a zonotope that has not C(m - 1, 0) + ... + C(m - 1, n - 1) vertices do not always form a
    set of measure zero: for n = m = 1 no generator between 1 and 2 has one vertex. *)
Theorem theorem_2_3_7_part_1_null_set_printed_refuted :
  ~ (forall n m : nat, (1 <= n)%nat -> (1 <= m)%nat ->
       null_set (n * m) (fun x => exists b : list point,
         length b = m /\ Forall (fun v => length v = n) b /\ x = concat b /\
         ~ exists v, vertices n b v /\ length v = binomial_sum (m - 1) n)).
Proof.
  intros H. specialize (H 1%nat 1%nat (le_n 1) (le_n 1)). revert H. apply interval_not_null.
  intros a Ha. exists [[a]]. repeat split; auto. intros (v & V & L).
  apply segment_two_vertices in V; [|lra]. rewrite binomial_sum_one in L. lia.
Qed.

(** The only highest point with one more generator v is one without it, plus v with a sign that the direction gives. *)
Lemma only_highest_cons n v b r x :
  length v = n -> Forall (fun v => length v = n) b -> only_highest n (v :: b) r x ->
  exists u, only_highest n b r u /\
    (v = origin n /\ x = u \/ exists c, has_sign c (dot r v) /\ x = add (scale (sign c) v) u).
Proof.
  intros Hv Hb [Hx O]. apply in_zonotope_cons in Hx as (a & u & Ha & Hu & ->).
  assert (Lu : length u = n) by (apply (in_zonotope_length n b); assumption).
  exists u. split.
  - split; [exact Hu|]. intros y Hy N.
    assert (Ly : length y = n) by (apply (in_zonotope_length n b); assumption).
    specialize (O (add (scale a v) y)). rewrite !dot_add_r in O by (rewrite (length_scale n); auto).
    enough (dot r (scale a v) + dot r y < dot r (scale a v) + dot r u) by lra. apply O.
    + apply in_zonotope_cons. exists a, y. auto.
    + intros E. apply N. transitivity (sub (add (scale a v) y) (scale a v)); [coordinates n|]. rewrite E. coordinates n.
  - destruct (point_eq_dec v (origin n)) as [Z | N].
    + left. split; [exact Z|]. rewrite Z, scale_origin. now apply add_origin_l.
    + right.
      assert (Best : forall c, -1 <= c <= 1 -> c <> a -> c * dot r v < a * dot r v).
      { intros c Hc C. specialize (O (add (scale c v) u)).
        rewrite !dot_add_r, !dot_scale_r in O by (rewrite (length_scale n); auto).
        enough (c * dot r v + dot r u < a * dot r v + dot r u) by lra. apply O.
        - apply in_zonotope_cons. exists c, u. auto.
        - intros E. apply N.
          transitivity (scale (/ (c - a)) (sub (add (scale c v) u) (add (scale a v) u))); [coordinates n; lra|].
          rewrite E. coordinates n. lra. }
      destruct (Rtotal_order (dot r v) 0) as [Neg | [Zero | Pos]].
      * exists false. split; [exact Neg|]. destruct (Req_dec (-1) a) as [<- | C]; [reflexivity|].
        specialize (Best (-1) ltac:(lra) C). nra.
      * destruct (Req_dec 1 a) as [<- | C].
        -- specialize (Best (-1) ltac:(lra) ltac:(lra)). rewrite Zero in Best. lra.
        -- specialize (Best 1 ltac:(lra) C). rewrite Zero in Best. lra.
      * exists true. split; [exact Pos|]. destruct (Req_dec 1 a) as [<- | C]; [reflexivity|].
        specialize (Best 1 ltac:(lra) C). nra.
Qed.

Definition nonzero (n : nat) (v : point) : bool := if point_eq_dec v (origin n) then false else true.

(** The sum of the generators with signs. *)
Definition corner (n : nat) (b : list point) (s : list bool) : point := whole n (signed (map sign s) b).

(** Every vertex belongs to a pattern of signs of the generators that are not zero. *)
Lemma vertex_pattern n b x :
  Forall (fun v => length v = n) b -> is_vertex n b x ->
  exists s, realized n (filter (nonzero n) b) s /\ x = corner n (filter (nonzero n) b) s.
Proof.
  intros H V. destruct (vertex_only_highest n b x H V) as (r & Lr & O).
  enough (E : exists s, Forall2 (fun c v => has_sign c (dot r v)) s (filter (nonzero n) b) /\
                        x = corner n (filter (nonzero n) b) s).
  { destruct E as (s & S & E). exists s. split; [now exists r | exact E]. }
  clear V. revert x O. induction H as [|v b Hv Hb IH]; intros x O.
  - exists []. split; [constructor|]. destruct O as [Hx _]. now apply in_zonotope_nil in Hx.
  - destruct (only_highest_cons n v b r x Hv Hb O) as (u & Hu & E). destruct (IH u Hu) as (s & S & U).
    simpl. destruct (nonzero n v) eqn:F; unfold nonzero in F;
      destruct (point_eq_dec v (origin n)) as [Z | N]; try discriminate.
    + destruct E as [[Z _] | (c & Hc & ->)]; [contradiction|]. exists (c :: s). split; [now constructor|].
      rewrite U. reflexivity.
    + exists s. split; [exact S|]. rewrite <- U. destruct E as [[_ E] | (c & Hc & _)]; [exact E|].
      rewrite Z, dot_origin_r in Hc. destruct c; simpl in Hc; lra.
Qed.

Lemma listed_by {A B : Type} (F : A -> B) (P : A -> Prop) (v : list B) :
  (forall x, In x v -> exists s, P s /\ x = F s) -> exists L, v = map F L /\ Forall P L.
Proof.
  induction v as [|x v IH]; intros H; [now exists []|].
  destruct IH as (L & -> & PL); [intros y Hy; apply H; now right|].
  destruct (H x (or_introl eq_refl)) as (s & Ps & ->). exists (s :: L). split; [reflexivity | now constructor].
Qed.

Lemma length_filter {A : Type} (p : A -> bool) (l : list A) : (length (filter p l) <= length l)%nat.
Proof. induction l as [|a l IH]; simpl; [lia|]. destruct (p a); simpl; lia. Qed.

Lemma vertices_bounded n m b v :
  (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> vertices n b v ->
  (length v <= 2 * binomial_sum (m - 1) n)%nat.
Proof.
  intros Hn Hm Hb H [D V].
  destruct (listed_by (corner n (filter (nonzero n) b)) (realized n (filter (nonzero n) b)) v) as (L & -> & P).
  { intros x Hx. apply vertex_pattern; [exact H | now apply V]. }
  rewrite map_length. apply NoDup_map_inv in D. set (c := filter (nonzero n) b) in *.
  assert (Lc : (length c <= m)%nat) by (rewrite <- Hb; apply length_filter).
  assert (One : (1 <= binomial_sum (m - 1) n)%nat).
  { destruct n as [|n]; [lia|]. rewrite <- (binomial_sum_of_zero n). apply binomial_sum_monotone. lia. }
  destruct (length c) as [|k] eqn:K.
  - assert (length L <= 1)%nat; [|lia]. apply (NoDup_incl_length (l' := [[]]) D).
    intros s S. rewrite Forall_forall in P. apply P, realized_length in S. destruct s; [now left | simpl in S; lia].
  - pose proof (binomial_sum_monotone k (m - 1) n ltac:(lia)).
    assert (length L <= 2 * binomial_sum k n)%nat; [|lia].
    apply (patterns_bounded k n c L); auto. unfold c. apply incl_Forall with b; [apply incl_filter | exact H].
Qed.

(** With the factor 2 part 1 is true: every zonotope of m generators in R^n has at most
    2 (C(m - 1, 0) + ... + C(m - 1, n - 1)) vertices. *)
Theorem theorem_2_3_7_part_1_repaired :
  forall (n m : nat) (b : list point),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b ->
    exists v, vertices n b v /\ (length v <= 2 * binomial_sum (m - 1) n)%nat.
Proof.
  intros n m b Hn Hm Hb H. destruct (vertices_exist n b H) as (v & V). exists v. split; [exact V|].
  now apply (vertices_bounded n m b).
Qed.

(** The sum of the generators with realized signs is a vertex, and different signs give different ones. *)
Lemma corner_is_vertex n b s : Forall (fun v => length v = n) b -> realized n b s -> is_vertex n b (corner n b s).
Proof.
  intros H P. pose proof (realized_length n b s P) as L. destruct P as (r & Lr & P).
  assert (Sg : Forall is_sign (map sign s)).
  { apply Forall_map, Forall_forall. intros c _. destruct c; [now left | now right]. }
  assert (Hc : Forall (fun v => length v = n) (signed (map sign s) b)) by apply signed_length, H.
  apply (is_vertex_signed n (map sign s)); [now rewrite map_length | exact Sg|].
  apply (only_highest_vertex n _ r); [exact Hc|]. apply whole_only_highest; [exact Hc|].
  clear -P. induction P as [|c v s b Hc P IH]; [intros u []|]. simpl map. rewrite signed_cons.
  intros u [<- | Hu]; [right|now apply IH]. rewrite dot_scale_r. destruct c; simpl in *; lra.
Qed.

Lemma dot_corner_cons n r v b c s :
  length v = n -> Forall (fun v => length v = n) b ->
  dot r (corner n (v :: b) (c :: s)) = sign c * dot r v + dot r (corner n b s).
Proof.
  intros Hv Hb. unfold corner. simpl map. rewrite signed_cons. simpl.
  rewrite dot_add_r, dot_scale_r; [reflexivity|]. rewrite (length_scale n) by exact Hv. symmetry.
  apply (in_zonotope_length n (signed (map sign s) b)); [now apply signed_length | apply whole_in_zonotope].
Qed.

Lemma corner_injective n b s s' :
  Forall (fun v => length v = n) b -> realized n b s -> length s' = length s -> corner n b s = corner n b s' -> s = s'.
Proof.
  intros H (r & Lr & P) L E. apply (f_equal (dot r)) in E.
  assert (Best : forall s b, Forall (fun v => length v = n) b -> Forall2 (fun c v => has_sign c (dot r v)) s b ->
    forall s', length s' = length s -> dot r (corner n b s') <= dot r (corner n b s) /\
      (dot r (corner n b s) <= dot r (corner n b s') -> s = s')).
  { clear. intros s b H P. induction P as [|c v s b Hc P IH]; intros [|c' s'] L; simpl in L; try discriminate.
    - split; [apply Rle_refl | auto].
    - inversion_clear H as [|? ? Hv Hb]. rewrite !dot_corner_cons by assumption.
      destruct (IH Hb s' ltac:(lia)) as [Le Eq].
      destruct c, c'; simpl in *; split; try lra; intros F; try lra; f_equal; apply Eq; lra. }
  apply (Best s b H P s' L). rewrite E. apply Rle_refl.
Qed.

(** So there are at least as many vertices as realized patterns of signs. *)
Lemma patterns_below n b v L :
  Forall (fun v => length v = n) b -> vertices n b v -> NoDup L -> Forall (realized n b) L ->
  (length L <= length v)%nat.
Proof.
  intros H [_ V] D R. rewrite <- (map_length (corner n b) L). apply NoDup_incl_length.
  - induction D as [|s L N D IH]; [constructor|]. inversion_clear R as [|? ? P RL]. simpl.
    constructor; [|now apply IH]. intros I. apply in_map_iff in I as (s' & E & I). apply N.
    rewrite Forall_forall in RL. pose proof (RL s' I) as P'.
    replace s with s'; [exact I|]. symmetry. apply (corner_injective n b); auto.
    now rewrite (realized_length _ _ _ P), (realized_length _ _ _ P').
  - intros x Hx. apply in_map_iff in Hx as (s & <- & S). rewrite Forall_forall in R.
    apply V, corner_is_vertex; auto.
Qed.

(** For all n, m >= 1 some zonotope of m generators in R^n has 2 (C(m - 1, 0) + ... + C(m - 1, n - 1)) vertices. *)
Theorem theorem_2_3_7_part_1_sharpened :
  forall n m : nat, (1 <= n)%nat -> (1 <= m)%nat ->
    exists b v : list point,
      length b = m /\ Forall (fun v => length v = n) b /\
      vertices n b v /\ length v = (2 * binomial_sum (m - 1) n)%nat.
Proof.
  intros n0 m0 Hn Hm. destruct n0 as [|n]; [lia|]. destruct m0 as [|m]; [lia|]. set (b := on_curve (S n) (S m)).
  assert (Lb : length b = S m) by (unfold b, on_curve; now rewrite map_length, seq_length).
  assert (H : Forall (fun v => length v = S n) b).
  { apply Forall_map, Forall_forall. intros i _. apply length_moments. }
  destruct (vertices_exist (S n) b H) as (v & V). exists b, v.
  split; [exact Lb|]. split; [exact H|]. split; [exact V|].
  apply Nat.le_antisymm; [now apply (vertices_bounded (S n) (S m) b v)|].
  set (L := changing true n m ++ changing false n m).
  assert (R : forall s, In s L -> realized (S n) b s).
  { intros s S. apply in_app_or in S as [S | S]; now apply changing_realized in S. }
  assert (D : NoDup L).
  { apply app_distinct; try apply changing_distinct. intros s S I.
    apply changing_begin in S as (t & ->). apply changing_begin in I as (u & E). discriminate. }
  replace (S m - 1)%nat with m by lia.
  replace (2 * binomial_sum m (S n))%nat with (length L) by (unfold L; rewrite app_length, !length_changing; lia).
  apply (patterns_below (S n) b v L H V D). now apply Forall_forall.
Qed.

(** With the factor 2 it is attained by almost all generators: those with another number of vertices are a set of
    measure zero in R^(nm). *)
Theorem theorem_2_3_7_part_1_null_set_repaired :
  forall n m : nat, (1 <= n)%nat -> (1 <= m)%nat ->
    null_set (n * m) (fun x => exists b : list point,
      length b = m /\ Forall (fun v => length v = n) b /\ x = concat b /\
      ~ exists v, vertices n b v /\ length v = (2 * binomial_sum (m - 1) n)%nat).
Proof.
  intros n m Hn Hm. apply small_null.
  eapply small_subset; [|apply (not_generic_small m n Hm Hn)]. intros x (b & Lb & H & -> & N). exists b.
  repeat split; auto. intros G. apply N. destruct (vertices_exist n b H) as (v & V). exists v. split; [exact V|].
  apply Nat.le_antisymm; [now apply (vertices_bounded n m b v)|]. destruct m as [|m]; [lia|].
  destruct (generic_patterns m n b Lb H G) as (L & D & R & Count). pose proof (patterns_below n b v L H V D R).
  replace (S m - 1)%nat with m by lia. lia.
Qed.

(** V(n, m), the bound of part 1 with the factor 2. *)
Definition most_vertices (n m : nat) : nat := 2 * binomial_sum (m - 1) n.

(** V(n, m + 1) = V(n, m) + V(n - 1, m), V(1, m) = V(n, 1) = 2, and V(n, m) = 2^m for m <= n. *)
Theorem theorem_2_3_7_part_1_recursion_printed :
  forall n m : nat, (1 <= n)%nat -> (1 <= m)%nat ->
    most_vertices n (m + 1) = (most_vertices n m + most_vertices (n - 1) m)%nat /\
    most_vertices 1 m = 2%nat /\
    most_vertices n 1 = 2%nat /\
    ((m <= n)%nat -> most_vertices n m = (2 ^ m)%nat).
Proof.
  intros [|n] [|m] Hn Hm; try lia. unfold most_vertices.
  replace (S m + 1 - 1)%nat with (S m) by lia. replace (S n - 1)%nat with n by lia.
  replace (S m - 1)%nat with m by lia. rewrite binomial_sum_pascal, binomial_sum_one, binomial_sum_of_zero.
  repeat split; try lia. intros L. rewrite binomial_sum_all by lia. simpl. lia.
Qed.

(** ** Part 2: the pieces of the support function *)

(** The support function g of the zonotope of b_1, ..., b_m in R^n is the largest of the <r, x> over its vertices x
    alone, and piecewise linear with exactly as many pieces as there are vertices. *)
Theorem theorem_2_3_7_part_2_printed :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    (forall r, length r = n -> is_largest (is_vertex n b) r (g r)) /\
    piecewise_linear n g /\
    exists v, vertices n b v /\ has_pieces_in_space n g (length v).
Proof.
  intros n m b g _ _ _ H G. destruct (vertices_exist n b H) as (v & V). split; [|split].
  - intros r Hr. split; [now apply support_at_vertex|]. intros x [Hx _]. now apply (support_below n b g).
  - now apply (support_piecewise_linear n b g v).
  - exists v. split; [exact V | now apply (support_pieces n b g v)].
Qed.

(** ** Part 3: the support function *)

(** The support function of the zonotope of b_1, ..., b_m in R^n is r -> |<r, b_1>| + ... + |<r, b_m>|. *)
Theorem theorem_2_3_7_part_3_printed :
  forall (n m : nat) (b : list point),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b ->
    is_support n b (fun r => total (map (fun v => Rabs (dot r v)) b)).
Proof. intros n m b _ _ _ H. exact (width_is_support n b H). Qed.
