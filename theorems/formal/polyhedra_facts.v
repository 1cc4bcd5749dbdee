(** Projections and sums of polyhedra are polyhedra, by elimination of one coordinate after the other; and every point
    of R^n has a closest point in a polyhedron that is not empty. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import vectors vectors_facts networks_facts space_pieces lists_facts numbers_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Elimination of the first coordinate *)

(** Numbers L below numbers U have one in between. *)
Lemma between (L U : list R) : (forall l u, In l L -> In u U -> l <= u) ->
  exists t, (forall l, In l L -> l <= t) /\ (forall u, In u U -> t <= u).
Proof.
  induction L as [|l L IH]; intros H.
  - clear H. induction U as [|u U (t & _ & below)]; [exists 0; simpl; tauto|].
    exists (Rmin u t). split; [simpl; tauto|]. intros v [<-|V]; [apply Rmin_l|].
    eapply Rle_trans; [apply Rmin_r|now apply below].
  - destruct IH as (t & above & below); [intros; apply H; auto; now right|].
    exists (Rmax l t). split.
    + intros k [<-|K]; [apply Rmax_l|]. eapply Rle_trans; [now apply above|apply Rmax_r].
    + intros u I. apply Rmax_lub; [apply H; auto; now left|now apply below].
Qed.

Definition face := (point * R)%type.
Definition holds (x : point) (h : face) : Prop := dot (fst h) x <= snd h.
Definition first (h : face) : R := hd 0 (fst h).
Definition rest (h : face) : face := (tl (fst h), snd h).

(** The sum of multiples of the inequalities p and q from which the first coordinate is gone. *)
Definition combined (p q : face) : face :=
  (add (scale (- first q) (fst (rest p))) (scale (first p) (fst (rest q))), - first q * snd p + first p * snd q).

Definition with_first (c : R -> bool) (faces : list face) : list face := filter (fun h => c (first h)) faces.
Definition is_zero (t : R) : bool := if Req_EM_T t 0 then true else false.
Definition is_positive (t : R) : bool := if Rlt_dec 0 t then true else false.
Definition is_negative (t : R) : bool := if Rlt_dec t 0 then true else false.

Definition eliminated (faces : list face) : list face :=
  map rest (with_first is_zero faces) ++
  flat_map (fun p => map (combined p) (with_first is_negative faces)) (with_first is_positive faces).

Lemma in_with_first c faces h : In h (with_first c faces) <-> In h faces /\ c (first h) = true.
Proof. apply filter_In. Qed.

Lemma is_zero_true t : is_zero t = true <-> t = 0.
Proof. unfold is_zero. destruct (Req_EM_T t 0); split; intros; try easy; congruence. Qed.

Lemma is_positive_true t : is_positive t = true <-> 0 < t.
Proof. unfold is_positive. destruct (Rlt_dec 0 t); split; intros; try easy; congruence. Qed.

Lemma is_negative_true t : is_negative t = true <-> t < 0.
Proof. unfold is_negative. destruct (Rlt_dec t 0); split; intros; try easy; congruence. Qed.

Lemma in_eliminated faces h : In h (eliminated faces) <->
  (exists p, In p faces /\ first p = 0 /\ h = rest p) \/
  (exists p q, In p faces /\ In q faces /\ 0 < first p /\ first q < 0 /\ h = combined p q).
Proof.
  unfold eliminated. rewrite in_app_iff, in_map_iff, in_flat_map. split.
  - intros [(p & <- & I)|(p & P & I)].
    + apply in_with_first in I as [I Z]. left. exists p. split; [exact I|]. split; [now apply is_zero_true|reflexivity].
    + apply in_map_iff in I as (q & <- & Q). apply in_with_first in P as [P P']. apply in_with_first in Q as [Q Q'].
      right. exists p, q. apply is_positive_true in P'. apply is_negative_true in Q'. auto.
  - intros [(p & I & Z & ->)|(p & q & P & Q & P' & Q' & ->)].
    + left. exists p. split; [reflexivity|]. apply in_with_first. split; [exact I|now apply is_zero_true].
    + right. exists p. split; [apply in_with_first; split; [exact P|now apply is_positive_true]|].
      apply in_map_iff. exists q. split; [reflexivity|].
      apply in_with_first. split; [exact Q|now apply is_negative_true].
Qed.

Lemma holds_first n (h : face) t x : length (fst h) = S n ->
  holds (t :: x) h <-> first h * t + dot (fst (rest h)) x <= snd h.
Proof. destruct h as [[|a v] c]; [discriminate|]. intros _. reflexivity. Qed.

Lemma length_rest n (h : face) : length (fst h) = S n -> length (fst (rest h)) = n.
Proof. destruct h as [[|a v] c]; [discriminate|]. intros L. now injection L. Qed.

Lemma polyhedron_eliminate n A : polyhedron (S n) A -> polyhedron n (fun x => exists t, A (t :: x)).
Proof.
  intros (faces & sizes & H). exists (eliminated faces).
  assert (size : forall h, In h faces -> length (fst h) = S n) by (now apply Forall_forall).
  split.
  - apply Forall_forall. intros h I. apply in_eliminated in I as [(p & I & _ & ->)|(p & q & P & Q & _ & _ & ->)].
    + now apply length_rest, size.
    + simpl. apply length_add; apply length_scale; now apply length_rest, size.
  - intros x. split.
    + intros (t & At). apply H in At as [Lx all]. injection Lx as Lx. split; [exact Lx|].
      assert (K : forall h, In h faces -> first h * t + dot (fst (rest h)) x <= snd h).
      { intros h I. apply (holds_first n); [now apply size|]. exact (proj1 (Forall_forall _ _) all h I). }
      apply Forall_forall. intros h I. apply in_eliminated in I as [(p & I & Z & ->)|(p & q & P & Q & P' & Q' & ->)].
      * specialize (K p I). rewrite Z in K. simpl in *. lra.
      * pose proof (K p P) as Kp. pose proof (K q Q) as Kq. cbn [combined fst snd].
        rewrite dot_add_l, !dot_scale_l.
        -- apply (Rmult_le_compat_l (- first q)) in Kp; [|lra]. apply (Rmult_le_compat_l (first p)) in Kq; [|lra]. lra.
        -- rewrite !(length_scale n); [reflexivity|now apply length_rest, size|now apply length_rest, size].
    + intros [Lx all].
      assert (K : forall h, In h (eliminated faces) -> dot (fst h) x <= snd h) by now apply Forall_forall.
      set (value := fun h : face => (snd h - dot (fst (rest h)) x) / first h).
      destruct (between (map value (with_first is_negative faces)) (map value (with_first is_positive faces)))
        as (t & above & below).
      * intros l u Il Iu. apply in_map_iff in Il as (q & <- & Q). apply in_map_iff in Iu as (p & <- & P).
        apply in_with_first in P as [P P']. apply in_with_first in Q as [Q Q'].
        apply is_positive_true in P'. apply is_negative_true in Q'.
        specialize (K (combined p q)). cbn [combined fst snd] in K.
        rewrite dot_add_l, !dot_scale_l in K
          by (rewrite !(length_scale n); [reflexivity|now apply length_rest, size|now apply length_rest, size]).
        specialize (K ltac:(apply in_eliminated; right; exists p, q; auto)). unfold value.
        apply Rmult_le_reg_r with (- first q * first p); [apply Rmult_lt_0_compat; lra|].
        replace ((snd q - dot (fst (rest q)) x) / first q * (- first q * first p))
          with (- first p * (snd q - dot (fst (rest q)) x)) by (field; lra).
        replace ((snd p - dot (fst (rest p)) x) / first p * (- first q * first p))
          with (- first q * (snd p - dot (fst (rest p)) x)) by (field; lra). lra.
      * exists t. apply H. split; [simpl; congruence|]. apply Forall_forall. intros h I.
        apply (holds_first n); [now apply size|].
        destruct (Rtotal_order (first h) 0) as [N|[Z|P]].
        -- assert (M : value h <= t).
           { apply above, in_map, in_with_first. split; [exact I|now apply is_negative_true]. }
           apply (Rmult_le_compat_l (- first h)) in M; [|lra].
           assert (first h * value h = snd h - dot (fst (rest h)) x) by (unfold value; field; lra). lra.
        -- specialize (K (rest h) ltac:(apply in_eliminated; left; exists h; auto)). rewrite Z. simpl in *. lra.
        -- assert (M : t <= value h).
           { apply below, in_map, in_with_first. split; [exact I|now apply is_positive_true]. }
           apply (Rmult_le_compat_l (first h)) in M; [|lra].
           assert (first h * value h = snd h - dot (fst (rest h)) x) by (unfold value; field; lra). lra.
Qed.

Lemma polyhedron_same n (A B : region) : (forall x, A x <-> B x) -> polyhedron n A -> polyhedron n B.
Proof. intros H (faces & sizes & K). exists faces. split; [exact sizes|]. intros x. now rewrite <- H. Qed.

(** The projection along the first k coordinates. *)
Lemma polyhedron_project k n A : polyhedron (k + n) A -> polyhedron n (fun x => exists u, length u = k /\ A (u ++ x)).
Proof.
  revert A. induction k as [|k IH]; intros A H.
  - eapply polyhedron_same; [|exact H]. intros x. split; [exists []; auto|].
    intros ([|] & L & K); [exact K|discriminate].
  - apply polyhedron_eliminate in H. apply IH in H. eapply polyhedron_same; [|exact H]. intros x. split.
    + intros (u & L & t & K). exists (t :: u). split; [simpl; congruence|exact K].
    + intros ([|t u] & L & K); [discriminate|]. exists u. split; [now injection L|]. now exists t.
Qed.

(** ** Sums *)

Lemma polyhedron_sum n A B : polyhedron n A -> polyhedron n B ->
  polyhedron n (fun z => exists p q, A p /\ B q /\ z = add p q).
Proof.
  intros (a & La & Ha) (b & Lb & Hb).
  set (faces := map (fun h : face => (fst h ++ origin n, snd h)) a ++
    map (fun h : face => (scale (-1) (fst h) ++ fst h, snd h)) b).
  assert (K : polyhedron (n + n) (fun v => length v = (n + n)%nat /\ Forall (fun h => dot (fst h) v <= snd h) faces)).
  { exists faces. split; [|tauto]. apply Forall_app. split; apply Forall_map.
    - eapply Forall_impl; [|exact La]. intros h L. cbn [fst]. rewrite app_length.
      f_equal; [exact L|apply length_origin].
    - eapply Forall_impl; [|exact Lb]. intros h L. cbn [fst]. rewrite app_length.
      f_equal; [now apply length_scale|exact L]. }
  apply polyhedron_project in K. eapply polyhedron_same; [|exact K]. intros z. split.
  - intros (p & Lp & Lz & all). rewrite app_length, Lp in Lz. assert (Z : length z = n) by lia.
    apply Forall_app in all as [first second]. apply Forall_map in first, second. simpl in first, second.
    exists p, (sub z p). split; [|split].
    + apply Ha. split; [exact Lp|]. rewrite Forall_forall in *. intros h I. specialize (first h I). simpl in first.
      rewrite dot_app, dot_origin_l in first by (rewrite Lp; now apply La). lra.
    + apply Hb. split; [lengths|]. rewrite Forall_forall in *. intros h I. specialize (second h I). simpl in second.
      rewrite dot_app, dot_scale_l in second by (rewrite (length_scale n), Lp; [reflexivity|now apply Lb]).
      rewrite dot_sub_r by congruence. lra.
    + symmetry. now apply (add_sub n).
  - intros (p & q & Ap & Bq & ->). apply Ha in Ap as [Lp pa]. apply Hb in Bq as [Lq qb].
    exists p. split; [exact Lp|]. assert (Lz : length (add p q) = n) by lengths.
    split; [rewrite app_length; congruence|]. apply Forall_app. split; apply Forall_map; rewrite Forall_forall in *.
    + intros h I. simpl. rewrite dot_app, dot_origin_l by (rewrite Lp; now apply La). specialize (pa h I). lra.
    + intros h I. simpl. rewrite dot_app, dot_scale_l by (rewrite (length_scale n), Lp; [reflexivity|now apply Lb]).
      rewrite dot_add_r by congruence. specialize (qb h I). lra.
Qed.

(** ** The closest point *)

Lemma nth_square_le i v : (nth i v 0) ^ 2 <= dot v v.
Proof.
  revert i. induction v as [|a v IH]; intros i; [destruct i; simpl; lra|]. pose proof (dot_self_nonneg v).
  destruct i as [|i]; simpl; [nra|]. specialize (IH i). simpl in IH. pose proof (Rle_0_sqr a). unfold Rsqr in *. lra.
Qed.

Lemma dot_small u a e : 0 <= e -> (forall i, (i < length u)%nat -> Rabs (nth i u 0) <= e) ->
  Rabs (dot u a) <= e * total (map Rabs a).
Proof.
  intros pos. revert a. induction u as [|t u IH]; intros a H.
  - simpl. rewrite Rabs_R0. apply Rmult_le_pos; [exact pos|]. induction a as [|s a IH]; simpl; [lra|].
    pose proof (Rabs_pos s). lra.
  - destruct a as [|s a]; simpl; [rewrite Rabs_R0; lra|]. eapply Rle_trans; [apply Rabs_triang|].
    rewrite Rmult_plus_distr_l. apply Rplus_le_compat.
    + rewrite Rabs_mult. apply Rmult_le_compat_r; [apply Rabs_pos|]. exact (H 0%nat ltac:(simpl; lia)).
    + apply IH. intros i I. exact (H (S i) ltac:(simpl; lia)).
Qed.

Lemma below_all r c K : (forall e, 0 < e <= 1 -> r <= c + e * K) -> r <= c.
Proof.
  intros H. apply Rnot_lt_le. intros N. set (k := Rabs K + 1).
  assert (k1 : 1 <= k /\ K < k) by (unfold k; pose proof (Rabs_pos K); pose proof (Rle_abs K); lra).
  set (e := Rmin 1 ((r - c) / 2 / k)).
  assert (P : 0 < (r - c) / 2 / k) by (repeat apply Rdiv_lt_0_compat; lra).
  assert (E : 0 < e <= 1) by (unfold e; split; [apply Rmin_glb_lt; lra|apply Rmin_l]).
  specialize (H e E). assert (M : e <= (r - c) / 2 / k) by apply Rmin_r.
  apply (Rmult_le_compat_r k) in M; [|lra]. replace ((r - c) / 2 / k * k) with ((r - c) / 2) in M by (field; lra).
  assert (e * K <= e * k) by (apply Rmult_le_compat_l; lra). lra.
Qed.

Section Closest.
Variables (n : nat) (A : region) (y : point).
Hypotheses (polyhedral : polyhedron n A) (inhabited : exists z, A z) (Ly : length y = n).

Let far (z : point) : R := dot (sub z y) (sub z y).

Lemma member_length z : A z -> length z = n.
Proof. destruct polyhedral as (faces & _ & H). intros Az. now apply H. Qed.

Lemma midpoint_member z z' : A z -> A z' -> A (scale (1 / 2) (add z z')).
Proof.
  intros Az Az'. pose proof (member_length z Az) as L. pose proof (member_length z' Az') as L'.
  destruct polyhedral as (faces & _ & H). apply H. apply H in Az as [_ Az]. apply H in Az' as [_ Az'].
  split; [lengths|]. rewrite Forall_forall in *. intros h I. specialize (Az h I). specialize (Az' h I).
  rewrite dot_scale_r, dot_add_r by congruence. lra.
Qed.

Lemma far_expand z : length z = n -> far z = dot z z - 2 * dot z y + dot y y.
Proof.
  intros L. unfold far. rewrite dot_sub_l, !dot_sub_r by congruence. rewrite (dot_comm y z). ring.
Qed.

Lemma parallelogram z z' : A z -> A z' ->
  dot (sub z z') (sub z z') = 2 * far z + 2 * far z' - 4 * far (scale (1 / 2) (add z z')).
Proof.
  intros Az Az'. pose proof (member_length z Az) as L. pose proof (member_length z' Az') as L'.
  rewrite !far_expand by lengths. rewrite dot_sub_l, !dot_sub_r by congruence.
  rewrite !dot_scale_l, !dot_scale_r. rewrite !dot_add_l, !dot_add_r by congruence. rewrite (dot_comm z' z). field.
Qed.

Lemma closest_point : exists z, A z /\ forall z', A z' -> far z <= far z'.
Proof.
  destruct inhabited as (z0 & A0).
  destruct (completeness (fun r => forall z, A z -> r <= far z)) as (m & upper & least).
  { exists (far z0). intros r H. now apply H. }
  { exists 0. intros z _. apply dot_self_nonneg. }
  assert (low : forall z, A z -> m <= far z) by (intros z Az; apply least; intros r H; now apply H).
  set (near := fun e z => A z /\ far z <= m + e ^ 2 / 4).
  assert (some : forall e, 0 < e -> exists z, near e z).
  { intros e pos. apply NNPP. intros none. assert (m + e ^ 2 / 4 <= m); [|nra]. apply upper. intros z Az.
    apply Rnot_lt_le. intros N. apply none. exists z. split; [exact Az|lra]. }
  assert (more : forall e e' z, 0 < e <= e' -> near e z -> near e' z).
  { intros e e' z E [Az H]. split; [exact Az|]. nra. }
  assert (close : forall e z z' i, 0 < e -> near e z -> near e z' -> Rabs (nth i z 0 - nth i z' 0) <= e).
  { intros e z z' i pos [Az H] [Az' H']. pose proof (parallelogram z z' Az Az') as P.
    pose proof (low _ (midpoint_member z z' Az Az')). pose proof (nth_square_le i (sub z z')) as S.
    rewrite nth_sub in S by (rewrite (member_length z Az), (member_length z' Az'); reflexivity).
    apply Rabs_le. split; nra. }
  destruct (finite_choice n (fun i L => forall e z, 0 < e -> near e z -> Rabs (nth i z 0 - L) <= e) 0) as (g & G).
  { intros i _. destruct (some 1 Rlt_0_1) as (z1 & N1).
    destruct (completeness (fun r => exists e, 0 < e /\ forall z, near e z -> r <= nth i z 0)) as (L & up & lub).
    - exists (nth i z1 0 + 1). intros r (e & pos & H).
      assert (mn : 0 < Rmin e 1) by (apply Rmin_glb_lt; lra). destruct (some _ mn) as (z & N).
      pose proof (H z (more _ e z (conj mn (Rmin_l e 1)) N)).
      pose proof (close 1 z z1 i Rlt_0_1 (more _ 1 z (conj mn (Rmin_r e 1)) N) N1) as C.
      apply bounds_of_Rabs in C. lra.
    - exists (nth i z1 0 - 1), 1. split; [lra|]. intros z N. pose proof (close 1 z z1 i Rlt_0_1 N N1) as C.
      apply bounds_of_Rabs in C. lra.
    - exists L. intros e z pos N. apply Rabs_le. split.
      + assert (L <= nth i z 0 + e); [|lra]. apply lub. intros r (e' & pos' & H).
        assert (mn : 0 < Rmin e' e) by (apply Rmin_glb_lt; lra). destruct (some _ mn) as (z' & N').
        pose proof (H z' (more _ e' z' (conj mn (Rmin_l e' e)) N')).
        pose proof (close e z' z i pos (more _ e z' (conj mn (Rmin_r e' e)) N') N) as C.
        apply bounds_of_Rabs in C. lra.
      + assert (nth i z 0 - e <= L); [|lra]. apply up. exists e. split; [exact pos|]. intros z' N'.
        pose proof (close e z' z i pos N' N) as C. apply bounds_of_Rabs in C. lra. }
  set (limit := map g (seq 0 n)). assert (Ll : length limit = n) by (unfold limit; now rewrite map_length, seq_length).
  assert (entry : forall i, (i < n)%nat -> nth i limit 0 = g i).
  { intros i I. now apply nth_listed. }
  assert (gap : forall e z a, 0 < e -> near e z -> Rabs (dot (sub limit z) a) <= e * total (map Rabs a)).
  { intros e z a pos N. pose proof (member_length z (proj1 N)) as Lz. apply dot_small; [lra|]. intros i I.
    rewrite (length_sub n) in I by assumption. rewrite nth_sub, entry by congruence.
    rewrite Rabs_minus_sym. now apply G. }
  exists limit. split.
  - pose proof polyhedral as (faces & sizes & H). apply H. split; [exact Ll|]. apply Forall_forall. intros h I.
    apply (below_all _ _ (total (map Rabs (fst h)))). intros e [pos _]. destruct (some e pos) as (z & N).
    pose proof (gap e z (fst h) pos N) as C. apply bounds_of_Rabs in C.
    pose proof (member_length z (proj1 N)) as Lz. rewrite dot_sub_l, (dot_comm limit), (dot_comm z) in C by congruence.
    destruct N as [Az _]. apply H in Az as [_ all]. rewrite Forall_forall in all. specialize (all h I). lra.
  - intros z' Az'. apply Rle_trans with m; [|now apply low].
    apply (below_all _ _ (1 / 4 + 2 * total (map Rabs (sub limit y)))). intros e [pos one].
    destruct (some e pos) as (z & N). pose proof (gap e z (sub limit y) pos N) as C. apply bounds_of_Rabs in C.
    pose proof (member_length z (proj1 N)) as Lz. destruct N as [Az F].
    pose proof (dot_self_nonneg (sub limit z)) as S.
    rewrite far_expand in F |- * by assumption. rewrite dot_sub_l, !dot_sub_r in C, S by congruence.
    rewrite (dot_comm z limit) in *. assert (e ^ 2 <= e) by nra. lra.
Qed.

End Closest.
