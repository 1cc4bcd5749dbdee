(** The patterns of signs that finitely many vectors have in the directions of R^n, and their number. *)

From Coq Require Import Reals List Lra Lia Bool Classical.
From Marginalia.formal Require Import vectors vectors_facts binomials lists_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** t has the sign that c says: it is positive if c is true, and else negative. *)
Definition has_sign (c : bool) (t : R) : Prop := if c then 0 < t else t < 0.

(** In some direction r the numbers <r, b_1>, ..., <r, b_m> have the signs s. *)
Definition realized (n : nat) (b : list point) (s : list bool) : Prop :=
  exists r, length r = n /\ Forall2 (fun c v => has_sign c (dot r v)) s b.

(** ** One dimension fewer *)

Fixpoint delete (k : nat) (x : point) {struct x} : point :=
  match x, k with
  | [], _ => []
  | _ :: x', O => x'
  | a :: x', S k' => a :: delete k' x'
  end.

Lemma length_delete n k x : length x = S n -> (k < S n)%nat -> length (delete k x) = n.
Proof.
  revert n k. induction x as [|a x IH]; intros n [|k] L H; simpl in *; try lia.
  destruct n; [lia|]. rewrite (IH n); lia.
Qed.

Lemma dot_delete k r y : length r = length y -> nth k y 0 = 0 -> dot r y = dot (delete k r) (delete k y).
Proof.
  revert k y. induction r as [|a r IH]; intros k [|c y] L H; simpl in *; try lia; [reflexivity|].
  destruct k as [|k]; [rewrite H; ring|]. simpl. rewrite (IH k y); auto.
Qed.

(** x less the multiple of v that makes coordinate k zero, without that coordinate. *)
Definition projected (k : nat) (v x : point) : point := delete k (sub x (scale (nth k x 0 / nth k v 0) v)).

Lemma dot_projected n k r v x :
  length r = n -> length v = n -> length x = n -> nth k v 0 <> 0 -> dot r v = 0 ->
  dot (delete k r) (projected k v x) = dot r x.
Proof.
  intros Hr Hv Hx N Z. unfold projected. rewrite <- dot_delete.
  - rewrite dot_sub_r, dot_scale_r, Z by (rewrite (length_scale n); auto). ring.
  - transitivity n; [|symmetry]; lengths.
  - rewrite nth_sub, nth_scale by (rewrite (length_scale n); auto). field. exact N.
Qed.

(** Signs s that can be completed by either sign of <r, v> are realized in one dimension fewer. *)
Lemma realized_both n k v b s :
  length v = S n -> Forall (fun v => length v = S n) b -> (k < S n)%nat -> nth k v 0 <> 0 ->
  realized (S n) (v :: b) (true :: s) -> realized (S n) (v :: b) (false :: s) ->
  realized n (map (projected k v) b) s.
Proof.
  intros Hv Hb Hk N (p & Lp & P) (q & Lq & Q). inversion_clear P as [|? ? ? ? Pv Pb].
  inversion_clear Q as [|? ? ? ? Qv Qb]. simpl in Pv, Qv.
  set (r := add (scale (- dot q v) p) (scale (dot p v) q)).
  assert (Lr : length r = S n) by (unfold r; lengths).
  assert (E : forall x, dot r x = (- dot q v) * dot p x + dot p v * dot q x).
  { intros x. unfold r. rewrite dot_add_l, !dot_scale_l; [reflexivity|]. now rewrite !(length_scale (S n)). }
  exists (delete k r). split; [now apply length_delete|].
  clear Hk. revert Hb Qb. induction Pb as [|c u s b Hc _ IH]; intros Hb Qb; [constructor|].
  inversion_clear Hb. inversion_clear Qb as [|? ? ? ? Hc']. simpl. constructor; [|now apply IH].
  rewrite (dot_projected (S n)), E by (auto; rewrite E; ring).
  destruct c; simpl in *; nra.
Qed.

(** ** Counting lists of signs *)

Definition starts_with (c : bool) (s : list bool) : bool := match s with [] => false | d :: _ => eqb c d end.

(** What follows c in those members of a list that begin with it. *)
Definition tails (c : bool) (L : list (list bool)) : list (list bool) := map (@tl bool) (filter (starts_with c) L).

Lemma in_tails c L s : In s (tails c L) <-> In (c :: s) L.
Proof.
  unfold tails. rewrite in_map_iff. split.
  - intros ([|d t] & E & H); apply filter_In in H as [H S]; simpl in *; [discriminate|].
    apply eqb_prop in S. congruence.
  - intros H. exists (c :: s). split; [reflexivity|]. apply filter_In. split; [exact H|]. apply eqb_reflx.
Qed.

Lemma tails_distinct c L : NoDup L -> NoDup (tails c L).
Proof.
  intros H. induction H as [|s L N D IH]; [constructor|]. unfold tails. simpl.
  destruct s as [|d s]; simpl; [exact IH|]. destruct (eqb c d) eqn:E; [|exact IH]. apply eqb_prop in E as <-.
  simpl. constructor; [|exact IH]. intros I. apply N, (in_tails c L s), I.
Qed.

Lemma tails_both_length L : ~ In [] L -> length L = (length (tails true L) + length (tails false L))%nat.
Proof.
  unfold tails. induction L as [|[|[|] s] L IH]; intros N; simpl in *; [reflexivity|tauto| |];
    rewrite IH by tauto; lia.
Qed.

Definition in_list (L : list (list bool)) (s : list bool) : bool :=
  if in_dec (list_eq_dec bool_dec) s L then true else false.

Lemma in_list_In L s : in_list L s = true <-> In s L.
Proof. unfold in_list. destruct in_dec; intuition congruence. Qed.

(** Different lists, none of them empty: as many as there are ends A tails one sign and ends B tails both. *)
Lemma split_ends L :
  NoDup L -> ~ In [] L -> exists A B,
    NoDup A /\ NoDup B /\ length L = (length A + length B)%nat /\
    (forall s, In s A -> In (true :: s) L \/ In (false :: s) L) /\
    (forall s, In s B -> In (true :: s) L /\ In (false :: s) L).
Proof.
  intros D N. set (p := in_list (tails true L)). set (q := fun s => negb (p s)).
  pose proof (tails_distinct true L D) as T. pose proof (tails_distinct false L D) as F.
  exists (tails true L ++ filter q (tails false L)), (filter p (tails false L)). split; [|split; [|split; [|split]]].
  - assert (Apart : forall s, In s (tails true L) -> ~ In s (filter q (tails false L))).
    { intros s S I. apply filter_In in I as [_ I]. unfold q, p in I. apply in_list_In in S. now rewrite S in I. }
    apply (NoDup_filter q) in F. revert T Apart.
    generalize (tails true L) as K. intros K T. induction T as [|s K S T IH]; intros Apart; [exact F|].
    simpl. constructor.
    + rewrite in_app_iff. intros [I | I]; [contradiction|]. apply (Apart s); [now left | exact I].
    + apply IH. intros t Ht. apply Apart. now right.
  - apply NoDup_filter, F.
  - rewrite (tails_both_length L N), app_length.
    pose proof (filter_split p (tails false L)). unfold q. lia.
  - intros s S. apply in_app_or in S as [S | S]; [left | right; apply filter_In in S as [S _]]; now apply in_tails.
  - intros s S. apply filter_In in S as [S P]. split; apply in_tails; [now apply in_list_In | exact S].
Qed.

(** ** The number of patterns *)

Lemma realized_length n b s : realized n b s -> length s = length b.
Proof. intros (r & _ & P). induction P; simpl; congruence. Qed.

Lemma realized_tail n v b c s : realized n (v :: b) (c :: s) -> realized n b s.
Proof. intros (r & Lr & P). inversion_clear P. exists r. auto. Qed.

(** In R^0, and where a vector is zero, there are none. *)
Lemma realized_pivot n v b s : length v = n -> realized n (v :: b) s -> exists k, (k < n)%nat /\ nth k v 0 <> 0.
Proof.
  intros Hv (r & _ & P). apply NNPP. intros N.
  assert (Z : v = origin n).
  { apply (points_equal n); [exact Hv | apply length_origin|]. intros k Hk. rewrite nth_origin.
    apply NNPP. intros K. apply N. now exists k. }
  inversion_clear P as [|c ? ? ? H]. rewrite Z, dot_origin_r in H. destruct c; simpl in H; lra.
Qed.

(** m + 1 vectors in R^n have at most 2 (C(m, 0) + ... + C(m, n - 1)) patterns of signs. *)
Lemma patterns_bounded m n b L :
  length b = S m -> Forall (fun v => length v = n) b -> NoDup L -> Forall (realized n b) L ->
  (length L <= 2 * binomial_sum m n)%nat.
Proof.
  revert n b L. induction m as [|m IH]; intros n [|v b] L K H D P; simpl in K; try discriminate.
  - destruct L as [|s L]; [simpl; lia|]. inversion_clear H as [|? ? Hv _]. inversion P as [|? ? Ps _].
    destruct (realized_pivot n v b s Hv Ps) as (k & Hk & _). destruct n as [|n]; [lia|].
    rewrite binomial_sum_of_zero. apply (NoDup_incl_length (l' := [[true]; [false]]) D).
    intros t Ht. rewrite Forall_forall in P. pose proof (realized_length _ _ _ (P t Ht)) as Lt. simpl in Lt.
    destruct t as [|[|] [|e t]]; simpl in *; try lia; auto.
  - injection K as K. destruct L as [|s0 L0] eqn:EL; [simpl; lia|]. rewrite <- EL in *.
    inversion_clear H as [|? ? Hv Hb].
    assert (P0 : realized n (v :: b) s0) by (rewrite Forall_forall in P; apply P; rewrite EL; now left).
    destruct (realized_pivot n v b s0 Hv P0) as (k & Hk & N). destruct n as [|n]; [lia|].
    rewrite Forall_forall in P. destruct (split_ends L D) as (A & B & DA & DB & -> & InA & InB).
    { intros I. apply P, realized_length in I. discriminate. }
    assert (length A <= 2 * binomial_sum m (S n))%nat.
    { apply (IH (S n) b A K Hb DA). apply Forall_forall. intros s S.
      destruct (InA s S) as [I | I]; apply P, realized_tail in I; exact I. }
    assert (length B <= 2 * binomial_sum m n)%nat.
    { apply (IH n (map (projected k v) b) B); [rewrite map_length; exact K | | exact DB |].
      - apply Forall_map. eapply Forall_impl; [|exact Hb]. intros x Hx. apply length_delete; [|exact Hk]. lengths.
      - apply Forall_forall. intros s S. destruct (InB s S). apply (realized_both n k v b s); auto. }
    rewrite binomial_sum_pascal. lia.
Qed.
