(** Theorem 2.3.7 on zonotopes: part 1, on the number of vertices, misses a factor 2, with which it is true; part 2,
    that the support function has as many pieces as there are vertices, and part 3, that it is a sum of absolute values,
    are true as printed. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import lists_facts vectors zonotope boolean vectors_facts zonotope_facts binomials.
From Marginalia.formal Require Import sign_patterns_facts moment_curve_facts space_pieces support_pieces_facts.
From Marginalia.formal Require Import null_sets null_sets_facts cube_covers_facts general_position_facts.
From Marginalia.formal Require Import zonotope_vertices_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** ** Part 1: the number of vertices *)

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
