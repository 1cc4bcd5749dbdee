(** How many vertices a zonotope has: at most one for each pattern of signs of its generators that are not zero; and the
    segment, the zonotope of one generator. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors zonotope boolean binomials.
From Marginalia.formal Require Import vectors_facts zonotope_facts sign_patterns_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

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

(** The zonotope of 1 in R^1 has two vertices. *)
Lemma unit_vertices : exists v : list point, vertices 1 [[1]] v /\ length v = 2%nat.
Proof.
  assert (H : Forall (fun u : point => length u = 1%nat) [[1]]) by repeat constructor.
  destruct (vertices_exist 1 [[1]] H) as (v & V). exists v. split; [exact V|]. apply Nat.le_antisymm.
  - now apply (vertices_bounded 1 1 [[1]] v).
  - apply (segment_two_vertices 1 v); [lra | exact V].
Qed.
