(** The vertices of a zonotope come in pairs v, -v; and the pieces of its support function: the open cones of directions
    in which a vertex is the only highest point; and that it determines the zonotope. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors zonotope space_pieces vectors_facts zonotope_facts space_pieces_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** ** Opposite vertices *)

Lemma opposite_point n b x : Forall (fun v => length v = n) b -> in_zonotope n b x -> in_zonotope n b (scale (-1) x).
Proof.
  intros H. revert x. induction H as [|v b Hv Hb IH]; intros x Hx.
  - apply in_zonotope_nil in Hx as ->. apply in_zonotope_nil, scale_origin.
  - apply in_zonotope_cons in Hx as (c & u & Hc & Hu & ->). apply in_zonotope_cons. exists (- c), (scale (-1) u).
    split; [lra|]. split; [now apply IH|].
    assert (Lu : length u = n) by (apply (in_zonotope_length n b); assumption). coordinates n.
Qed.

Lemma opposite_vertex n b x : Forall (fun v => length v = n) b -> is_vertex n b x -> is_vertex n b (scale (-1) x).
Proof.
  intros H [Hx V]. split; [now apply opposite_point|]. intros y z Hy Hz E.
  assert (Lx : length x = n) by (apply (in_zonotope_length n b); assumption).
  assert (Ly : length y = n) by (apply (in_zonotope_length n b); assumption).
  assert (Lz : length z = n) by (apply (in_zonotope_length n b); assumption).
  assert (F : scale (-1) y = scale (-1) z).
  { apply V; try now apply opposite_point. rewrite <- scale_add, E, !scale_scale. f_equal. ring. }
  apply (f_equal (scale (-1))) in F. rewrite !scale_scale in F.
  replace (-1 * -1) with 1 in F by ring. now rewrite !scale_one in F.
Qed.

(** If a vertex is its own opposite, then there is no other one. *)
Lemma own_opposite n b x y :
  Forall (fun v => length v = n) b -> is_vertex n b x -> scale (-1) x = x -> is_vertex n b y -> y = x.
Proof.
  intros H [Hx V] E [Hy _].
  assert (Lx : length x = n) by (apply (in_zonotope_length n b); assumption).
  assert (Ly : length y = n) by (apply (in_zonotope_length n b); assumption).
  assert (Z : x = origin n).
  { transitivity (scale (/ 2) (sub x (scale (-1) x))); [coordinates n|]. rewrite E. coordinates n. }
  assert (F : y = scale (-1) y).
  { apply V; [exact Hy | now apply opposite_point|]. rewrite Z. coordinates n. }
  rewrite Z. transitivity (scale (/ 2) (sub y (scale (-1) y))); [coordinates n|]. rewrite <- F. coordinates n.
Qed.

(** ** Cones of vertices *)

(** The directions in which v is higher than all other points of the list vs. *)
Definition open_cone (n : nat) (vs : list point) (v r : point) : Prop :=
  length r = n /\ forall w, In w vs -> w <> v -> dot r w < dot r v.

Lemma open_cone_open n vs v :
  Forall (fun w => length w = n) vs -> length v = n -> open_set n (open_cone n vs v).
Proof.
  intros H Lv. induction H as [|w vs Lw H IH].
  - eapply open_same; [|apply (open_whole n)]. intros r. unfold open_cone. simpl. tauto.
  - destruct (point_eq_dec w v) as [-> | N].
    + eapply open_same; [|exact IH]. intros r. unfold open_cone. simpl. split; intros [L P]; (split; [exact L|]).
      * intros u [<- | Hu]; [congruence | auto].
      * auto.
    + eapply open_same; [|apply open_and; [exact IH | apply (open_above n (sub v w) 0); lengths]].
      intros r. unfold open_cone. simpl. rewrite (dot_comm _ r), (dot_sub_r r v w) by congruence. split.
      * intros [[L P] [_ Q]]. split; [exact L|]. intros u [<- | Hu]; [lra | auto].
      * intros [L P]. repeat split; auto. specialize (P w). assert (dot r w < dot r v) by auto. lra.
Qed.

Lemma open_cone_convex n vs v x y u :
  Forall (fun w => length w = n) vs -> length v = n -> open_cone n vs v x -> open_cone n vs v y -> 0 <= u <= 1 ->
  open_cone n vs v (add x (scale u (sub y x))).
Proof.
  intros H Lv [Lx X] [Ly Y] Hu. split; [lengths|].
  intros w Hw N. specialize (X w Hw N). specialize (Y w Hw N).
  rewrite !dot_add_l, !dot_scale_l, !dot_sub_l by (rewrite ?(length_scale n), ?(length_sub n); congruence || lengths).
  destruct (Req_dec u 0) as [-> | U]; nra.
Qed.

Lemma open_cone_connected n vs v :
  Forall (fun w => length w = n) vs -> length v = n -> connected n (open_cone n vs v).
Proof. intros H Lv. apply convex_connected. intros x y u X Y Hu. now apply open_cone_convex. Qed.

Section Pieces.

Variables (n : nat) (b : list point) (g : point -> R) (vs : list point).
Hypothesis in_space : Forall (fun v => length v = n) b.
Hypothesis support : is_support n b g.
Hypothesis listed : vertices n b vs.

Lemma support_below r x : length r = n -> in_zonotope n b x -> dot r x <= g r.
Proof. intros Hr. apply support, Hr. Qed.

Lemma support_at_vertex r : length r = n -> exists x, is_vertex n b x /\ dot r x = g r.
Proof.
  intros Hr. destruct (highest_vertex n b r in_space Hr) as (x & V & M).
  exists x. split; [exact V|]. apply Rle_antisym; [apply support_below; [exact Hr | apply V]|].
  destruct (support r Hr) as [(y & Hy & <-) _]. apply M, Hy.
Qed.

Lemma vertex_length v : In v vs -> length v = n.
Proof. intros Hv. apply (in_zonotope_length n b); [exact in_space|]. apply (proj2 listed) in Hv. apply Hv. Qed.

Lemma vertex_below r v : length r = n -> In v vs -> dot r v <= g r.
Proof. intros Hr Hv. apply support_below; [exact Hr|]. apply (proj2 listed) in Hv. apply Hv. Qed.

Lemma all_lengths : Forall (fun w => length w = n) vs.
Proof. apply Forall_forall. exact vertex_length. Qed.

Lemma value_on_cone v r : In v vs -> open_cone n vs v r -> g r = dot v r.
Proof.
  intros Hv [Hr O]. destruct (support_at_vertex r Hr) as (x & V & E). rewrite (dot_comm v), <- E.
  apply (proj2 listed) in V. destruct (point_eq_dec x v) as [-> | N]; [reflexivity|].
  pose proof (O x V N). pose proof (vertex_below r v Hr Hv). lra.
Qed.

(** Where g is affine on an open set, its slope is a vertex, and the set lies in the open cone of that vertex. *)
Lemma slope_is_vertex (B : region) a c x :
  open_set n B -> length a = n -> (forall y, B y -> g y = dot a y + c) -> B x -> In a vs /\ open_cone n vs a x.
Proof.
  intros O La Aff Bx. assert (Lx : length x = n) by (apply O, Bx).
  assert (Only : forall v, In v vs -> dot x v = g x -> a = v).
  { intros v Hv E. apply (touching_slope n B g a c v x); auto; [now apply vertex_length | | now rewrite dot_comm].
    intros y By. rewrite dot_comm. apply vertex_below; [apply O, By | exact Hv]. }
  split.
  - destruct (support_at_vertex x Lx) as (v & V & E). apply (proj2 listed) in V. now rewrite (Only v V E).
  - assert (E : dot x a = g x).
    { destruct (support_at_vertex x Lx) as (v & V & E). apply (proj2 listed) in V. now rewrite (Only v V E). }
    split; [exact Lx|]. intros w Hw N. rewrite E. destruct (vertex_below x w Lx Hw) as [|F]; [assumption|].
    contradiction N. symmetry. auto.
Qed.

Lemma cones_apart v w r : In v vs -> In w vs -> open_cone n vs v r -> open_cone n vs w r -> v = w.
Proof.
  intros Hv Hw [_ V] [_ W]. destruct (point_eq_dec v w) as [|N]; [assumption|].
  assert (N' : w <> v) by auto. pose proof (V w Hw N'). pose proof (W v Hv N). lra.
Qed.

Lemma cone_inhabited v : In v vs -> exists r, open_cone n vs v r.
Proof.
  intros Hv. apply (proj2 listed) in Hv as V. destruct (vertex_only_highest n b v in_space V) as (r & Hr & _ & O).
  exists r. split; [exact Hr|]. intros w Hw N. apply O; [|exact N]. apply (proj2 listed) in Hw. apply Hw.
Qed.

Lemma cone_affine v : In v vs -> affine_on n g (open_cone n vs v).
Proof.
  intros Hv. exists v, 0. split; [now apply vertex_length|]. intros r Hr. rewrite Rplus_0_r. now apply value_on_cone.
Qed.

Lemma cone_is_piece v : In v vs -> is_piece n g (open_cone n vs v).
Proof.
  intros Hv. pose proof (vertex_length v Hv) as Lv.
  split; [now apply cone_inhabited|]. split; [now apply open_cone_open; [apply all_lengths|]|].
  split; [now apply open_cone_connected; [apply all_lengths|]|]. split; [now apply cone_affine|].
  intros B O _ (a & c & La & Aff) Sub x Bx. destruct (cone_inhabited v Hv) as (r & Hr).
  destruct (slope_is_vertex B a c r O La Aff (Sub r Hr)) as [Ha Ca].
  rewrite (cones_apart v a r Hv Ha Hr Ca). now apply (slope_is_vertex B a c x).
Qed.

Lemma support_pieces : has_pieces_in_space n g (length vs).
Proof.
  exists (fun i => open_cone n vs (nth i vs [])). split; [|split].
  - intros i Hi. apply cone_is_piece. now apply nth_In.
  - intros i j [Hi Hj] E. assert (Ii : In (nth i vs []) vs) by (apply nth_In; lia).
    assert (Ij : In (nth j vs []) vs) by (apply nth_In; lia).
    destruct (cone_inhabited _ Ii) as (r & Hr).
    assert (F : i = j); [|lia]. apply (proj1 (NoDup_nth vs []) (proj1 listed)); try lia.
    apply (cones_apart _ _ r); auto. now apply E.
  - intros A ((x & Ax) & O & _ & (a & c & La & Aff) & Max).
    assert (Sub : forall y, A y -> In a vs /\ open_cone n vs a y) by (intros y; now apply (slope_is_vertex A a c)).
    destruct (Sub x Ax) as [Ha _]. destruct (In_nth vs a [] Ha) as (i & Hi & E).
    exists i. split; [exact Hi|]. rewrite E. intros y. split; [apply Sub|]. revert y. apply Max.
    + apply open_cone_open; [apply all_lengths | exact La].
    + apply open_cone_connected; [apply all_lengths | exact La].
    + now apply cone_affine.
    + apply Sub.
Qed.

Lemma support_piecewise_linear : piecewise_linear n g.
Proof.
  set (faces := fun v => map (fun w => (sub w v, 0)) vs).
  exists (map (fun v r => length r = n /\ Forall (fun h => dot (fst h) r <= snd h) (faces v)) vs). unfold faces.
  split.
  - apply Forall_map, Forall_forall. intros v Hv. pose proof (vertex_length v Hv) as Lv. split.
    + exists (map (fun w => (sub w v, 0)) vs). split; [|reflexivity].
      apply Forall_map. eapply Forall_impl; [|apply all_lengths]. intros w Lw. simpl. lengths.
    + exists v, 0. split; [exact Lv|]. intros r [Lr H]. rewrite Rplus_0_r, dot_comm.
      apply Rle_antisym; [|now apply vertex_below]. destruct (support_at_vertex r Lr) as (w & W & <-).
      apply (proj2 listed) in W. rewrite Forall_map, Forall_forall in H. specialize (H w W). simpl in H.
      rewrite dot_comm, dot_sub_r in H by (rewrite (vertex_length w W); auto). lra.
  - intros r Lr. destruct (support_at_vertex r Lr) as (v & V & E). apply (proj2 listed) in V.
    apply Exists_exists. eexists. split; [apply in_map, V|]. split; [exact Lr|].
    apply Forall_map, Forall_forall. intros w Hw. simpl.
    rewrite dot_comm, dot_sub_r, E by (rewrite !vertex_length; auto). pose proof (vertex_below r w Lr Hw). lra.
Qed.

End Pieces.

(** ** The support function determines the zonotope *)

Lemma zonotope_convex n b y z u :
  Forall (fun v => length v = n) b -> in_zonotope n b y -> in_zonotope n b z -> 0 <= u <= 1 ->
  in_zonotope n b (add (scale u y) (scale (1 - u) z)).
Proof.
  intros H. revert y z. induction H as [|v b Hv Hb IH]; intros y z Hy Hz Hu.
  - apply in_zonotope_nil in Hy as ->. apply in_zonotope_nil in Hz as ->. apply in_zonotope_nil. coordinates n.
  - apply in_zonotope_cons in Hy as (c & p & Hc & Hp & ->). apply in_zonotope_cons in Hz as (d & q & Hd & Hq & ->).
    assert (length p = n) by (apply (in_zonotope_length n b); assumption).
    assert (length q = n) by (apply (in_zonotope_length n b); assumption).
    apply in_zonotope_cons. exists (u * c + (1 - u) * d), (add (scale u p) (scale (1 - u) q)).
    split; [nra|]. split; [now apply IH|]. coordinates n.
Qed.

(** The cone of points (1, v) with v in the zonotope. *)
Lemma cone_over_zonotope n b vs u :
  Forall (fun v => length v = n) b -> (forall v, In v vs -> in_zonotope n b v) ->
  in_cone_of (S n) (map (cons 1) vs) u -> exists t z, 0 <= t /\ in_zonotope n b z /\ u = scale t (1 :: z).
Proof.
  intros H. revert u. induction vs as [|v vs IH]; intros u Hvs Hu.
  - apply in_cone_of_nil in Hu as ->. exists 0, (whole n b). split; [lra|]. split; [apply whole_in_zonotope|].
    rewrite scale_zero. cbn [length]. now rewrite (in_zonotope_length n b _ H (whole_in_zonotope n b)).
  - apply in_cone_of_cons in Hu as (s & p & Hs & Hp & ->).
    destruct (IH p (fun v Hv => Hvs v (or_intror Hv)) Hp) as (t & z & Ht & Hz & ->).
    pose proof (Hvs v (or_introl eq_refl)) as Hv.
    assert (Lv : length v = n) by (apply (in_zonotope_length n b); assumption).
    assert (Lz : length z = n) by (apply (in_zonotope_length n b); assumption).
    exists (s + t). destruct (Req_dec (s + t) 0) as [Z | N].
    + exists z. split; [lra|]. split; [exact Hz|]. replace s with 0 by lra. replace t with 0 by lra.
      rewrite !scale_zero, Rplus_0_l, scale_zero. cbn [length]. rewrite Lv, Lz. apply add_origin_l, length_origin.
    + exists (add (scale (s / (s + t)) v) (scale (1 - s / (s + t)) z)). split; [lra|]. split.
      * apply zonotope_convex; auto. split.
        -- apply Rmult_le_pos; [exact Hs | left; apply Rinv_0_lt_compat; lra].
        -- apply Rmult_le_reg_r with (s + t); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
      * simpl. f_equal; [ring|]. change (map (Rmult s) v) with (scale s v). change (map (Rmult t) z) with (scale t z).
        change (map (Rmult (s + t))) with (scale (s + t)). coordinates n. exact N.
Qed.

Lemma support_determines n b d g f x :
  Forall (fun v => length v = n) b -> Forall (fun v => length v = n) d -> is_support n b g -> is_support n d f ->
  (forall r, length r = n -> g r = f r) -> in_zonotope n b x -> in_zonotope n d x.
Proof.
  intros Hb Hd G F same Hx. assert (Lx : length x = n) by (apply (in_zonotope_length n b); assumption).
  destruct (vertices_exist n d Hd) as (vs & V).
  assert (inside : forall v, In v vs -> in_zonotope n d v) by (intros v Hv; apply (proj2 V) in Hv; apply Hv).
  assert (Lvs : forall v, In v vs -> length v = n) by (intros v Hv; now apply (in_zonotope_length n d), inside).
  destruct (gordan (S n) (scale (-1) (1 :: x) :: map (cons 1) vs)) as [(r & Lr & P) | (w & Nw & W & W')].
  - constructor; [apply length_scale; simpl; auto|]. apply Forall_map, Forall_forall. intros v Hv. simpl. auto.
  - exfalso. destruct r as [|rho r]; [discriminate|]. injection Lr as Lr.
    destruct (support_at_vertex n d f Hd F (scale (-1) r) ltac:(lengths)) as (v & Vv & E).
    apply (proj2 V) in Vv.
    pose proof (support_below n b g G (scale (-1) r) x ltac:(lengths) Hx) as B. rewrite same, <- E in B by lengths.
    rewrite !dot_scale_l in B.
    destruct (P (1 :: v)) as [Z | Pv]; [right; now apply in_map | injection Z; lra |].
    destruct (P (scale (-1) (1 :: x)) (or_introl eq_refl)) as [Z | Px]; [injection Z; lra|].
    simpl in Pv. rewrite dot_scale_r in Px. simpl in Px. lra.
  - apply in_cone_of_cons in W as (a & u & Ha & U & E). apply in_cone_of_cons in W' as (a' & u' & Ha' & U' & E').
    destruct (cone_over_zonotope n d vs u Hd inside U) as (t & z & Ht & Hz & ->).
    destruct (cone_over_zonotope n d vs u' Hd inside U') as (t' & z' & Ht' & Hz' & ->).
    assert (Lz : length z = n) by (apply (in_zonotope_length n d); assumption).
    assert (Lz' : length z' = n) by (apply (in_zonotope_length n d); assumption).
    assert (L1 : length (1 :: x) = S n) by (simpl; auto). assert (L2 : length (1 :: z) = S n) by (simpl; auto).
    assert (L3 : length (1 :: z') = S n) by (simpl; auto).
    assert (S : scale (a + a') (1 :: x) = add (scale t (1 :: z)) (scale t' (1 :: z'))).
    { transitivity (sub (add (scale t (1 :: z)) (scale t' (1 :: z'))) (add w (scale (-1) w))).
      - rewrite E' , E. coordinates (S n).
      - assert (Lw : length w = S n) by (rewrite E; lengths). coordinates (S n). }
    simpl in S. injection S as S1 S2.
    change (map (Rmult (a + a')) x) with (scale (a + a') x) in S2. change (map (Rmult t) z) with (scale t z) in S2.
    change (map (Rmult t') z') with (scale t' z') in S2.
    destruct (Req_dec (a + a') 0) as [Z | N].
    + contradiction Nw. rewrite E. replace a with 0 by lra. replace t with 0 by lra. coordinates (S n).
    + replace x with (add (scale (t / (a + a')) z) (scale (1 - t / (a + a')) z')).
      * apply zonotope_convex; auto. split.
        -- apply Rmult_le_pos; [exact Ht | left; apply Rinv_0_lt_compat; lra].
        -- apply Rmult_le_reg_r with (a + a'); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra.
      * transitivity (scale (/ (a + a')) (scale (a + a') x)).
        -- rewrite S2. replace (1 - t / (a + a')) with (t' / (a + a'))
             by (replace t' with (a + a' - t) by lra; field; lra).
           coordinates n; lra.
        -- rewrite scale_scale, Rinv_l, scale_one; auto.
Qed.
