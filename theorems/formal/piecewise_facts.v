(** Facts on piecewise linear functions on the line: the number of pieces is unique, and it is at most k + 1 exactly
    when f is affine on every interval that has none of some k points inside; how activation adds such points; a
    function as a line and hinges. *)

From Coq Require Import Reals List Lia Lra Classical.
From Marginalia.formal Require Import vectors networks piecewise lists_facts vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** None of the points cs lies strictly between u and v. *)
Definition clear (cs : list R) (u v : R) : Prop := forall c, In c cs -> ~ (u < c < v).

(** f is affine on every interval that has none of the points cs inside. *)
Definition affine_off (f : R -> R) (cs : list R) : Prop := forall u v, u < v -> clear cs u v -> affine_between f u v.

(** The points t 1, ..., t (n - 1) where a function with n pieces is cut. *)
Definition cuts (t : nat -> R) (n : nat) : list R := map t (seq 1 (n - 1)).

Lemma in_cuts : forall t n i, (1 <= i < n)%nat -> In (t i) (cuts t n).
Proof. intros t n i H. apply in_map, in_seq. lia. Qed.

Lemma cuts_in : forall t n c, In c (cuts t n) -> exists i, (1 <= i < n)%nat /\ c = t i.
Proof.
  intros t n c H. apply in_map_iff in H. destruct H as (i & <- & H). apply in_seq in H. exists i. split; [lia | easy].
Qed.

(** Two lines that agree at two points are one. *)
Lemma same_line : forall a b c d u v, u <> v -> a * u + b = c * u + d -> a * v + b = c * v + d -> a = c /\ b = d.
Proof.
  intros a b c d u v H Hu Hv.
  assert (K : a = c).
  { assert (E : (a - c) * (v - u) = 0) by lra. apply Rmult_integral in E. destruct E; lra. }
  subst. lra.
Qed.

(** Two lines that agree between u and v, at least, are one. *)
Lemma same_line_between : forall f a b c d u v, u < v ->
  (forall x, u <= x <= v -> f x = a * x + b) -> (forall x, u <= x <= v -> f x = c * x + d) -> a = c /\ b = d.
Proof.
  intros f a b c d u v H H1 H2. apply (same_line a b c d u v); [lra | |].
  all: rewrite <- H1, <- H2; lra.
Qed.

(** A piece reaches from its cuts to some point, and so holds two points. *)
Lemma piece_left : forall t n i, (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) -> (S i < n)%nat ->
  exists u, u < t (S i) /\ forall x, u <= x <= t (S i) -> in_piece t n i x.
Proof.
  intros t n i Ht Hi. exists (if Nat.eq_dec i 0 then t (S i) - 1 else t i). unfold in_piece. split.
  - destruct (Nat.eq_dec i 0); [lra | apply Ht; lia].
  - intros x Hx. destruct (Nat.eq_dec i 0); intuition lra.
Qed.

Lemma piece_right : forall t n i, (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) -> (1 <= i < n)%nat ->
  exists v, t i < v /\ forall x, t i <= x <= v -> in_piece t n i x.
Proof.
  intros t n i Ht Hi. exists (if Nat.eq_dec (S i) n then t i + 1 else t (S i)). unfold in_piece. split.
  - destruct (Nat.eq_dec (S i) n); [lra | apply Ht; lia].
  - intros x Hx. destruct (Nat.eq_dec (S i) n); intuition lra.
Qed.

Lemma piece_has_two : forall t n i, (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) -> (i < n)%nat ->
  exists u v, u < v /\ in_piece t n i u /\ in_piece t n i v.
Proof.
  intros t n i Ht Hi. destruct (Nat.eq_dec (S i) n) as [Hn|Hn]; [destruct i as [|i]|].
  - exists 0, 1. unfold in_piece. repeat split; auto. lra.
  - destruct (piece_right t n (S i) Ht) as (v & Hv & H); [lia|].
    exists (t (S i)), v. repeat split; try apply H; lra.
  - destruct (piece_left t n i Ht) as (u & Hu & H); [lia|].
    exists u, (t (S i)). repeat split; try apply H; lra.
Qed.

(** An interval that is clear of the cuts lies in one piece. *)
Lemma clear_in_piece : forall t n u v, (1 <= n)%nat -> u < v -> clear (cuts t n) u v ->
  exists i, (i < n)%nat /\ forall x, u <= x <= v -> in_piece t n i x.
Proof.
  intros t n u v Hn Huv Hc.
  assert (K : forall k, exists i, (i <= k)%nat /\ (i = 0%nat \/ t i <= u) /\ (i = k \/ u < t (S i))).
  { induction k as [|k (i & Hi & Hl & Hr)].
    - exists 0%nat. auto.
    - destruct Hr as [-> | Hr]; [|exists i; auto].
      destruct (Rle_lt_dec (t (S k)) u); [exists (S k) | exists k]; auto. }
  destruct (K (n - 1)%nat) as (i & Hi & Hl & Hr).
  exists i. split; [lia|]. intros x Hx. split.
  - destruct Hl; [now left | right; lra].
  - destruct (Nat.eq_dec (S i) n) as [|Hne]; [now left|]. right.
    destruct Hr as [|Hr]; [lia|].
    destruct (Rle_lt_dec v (t (S i))) as [|Hv]; [lra|].
    exfalso. apply (Hc (t (S i))); [apply in_cuts; lia | lra].
Qed.

(** What joins, and holds where f is affine, holds wherever f is affine off some points. *)
Lemma by_clear_parts (P : R -> R -> Prop) (f : R -> R) cs :
  (forall a c b, P a c -> P c b -> P a b) -> (forall a b, a < b -> affine_between f a b -> P a b) ->
  forall u v, u < v ->
  (forall a b, u <= a -> a < b -> b <= v -> clear cs a b -> affine_between f a b) -> P u v.
Proof.
  intros join affine. induction cs as [|c cs IH]; intros u v order lines.
  - apply affine; [exact order|]. apply lines; try lra. intros c [].
  - assert (parts : forall a b, u <= a -> a < b -> b <= v -> ~ a < c < b -> P a b).
    { intros a b low order' high off. apply IH; [exact order'|]. intros a' b' from order_ab to free.
      apply lines; try lra. intros d [<-|found]; [lra | now apply free]. }
    destruct (Rlt_dec u c), (Rlt_dec c v); try (apply parts; lra).
    apply (join u c); apply parts; lra.
Qed.

(** Around a point that is not among cs there is an interval without any of them. *)
Lemma clear_around : forall cs x lo hi, ~ In x cs -> lo < x < hi ->
  exists u v, lo <= u < x /\ x < v <= hi /\ clear cs u v.
Proof.
  induction cs as [|c cs IH]; intros x lo hi Hx H.
  - exists lo, hi. repeat split; try lra. intros c [].
  - assert (Hc : c <> x) by (intro; apply Hx; now left).
    destruct (IH x lo hi) as (u & v & Hu & Hv & Hf); [intro; apply Hx; now right | easy |].
    exists (if Rlt_dec c x then Rmax c u else u), (if Rlt_dec c x then v else Rmin c v).
    destruct (Rlt_dec c x) as [Hl|Hl].
    + pose proof (Rmax_l c u). pose proof (Rmax_r c u).
      assert (Rmax c u < x) by (apply Rmax_lub_lt; lra).
      repeat split; try lra. intros d [<-|Hd] Hin; [lra|]. apply (Hf d Hd). lra.
    + pose proof (Rmin_l c v). pose proof (Rmin_r c v).
      assert (x < Rmin c v) by (apply Rmin_glb_lt; lra).
      repeat split; try lra. intros d [<-|Hd] Hin; [lra|]. apply (Hf d Hd). lra.
Qed.

(** The cuts of a function are among the points off which it is affine. *)
Lemma cut_in : forall f n t a b cs,
  (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) ->
  (forall i, (S i < n)%nat -> a i <> a (S i)) ->
  (forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i) ->
  affine_off f cs -> forall i, (1 <= i < n)%nat -> In (t i) cs.
Proof.
  intros f n t a b cs Ht Ha Hf Hcs i Hi.
  destruct (in_dec Req_EM_T (t i) cs) as [|Hn]; [easy|]. exfalso.
  destruct i as [|i]; [lia|].
  destruct (piece_left t n i) as (lo & Hlo & Hleft); [easy | lia |].
  destruct (piece_right t n (S i)) as (hi & Hhi & Hright); [easy | lia |].
  destruct (clear_around cs (t (S i)) lo hi) as (u & v & Hu & Hv & Hc); [easy | lra |].
  destruct (Hcs u v) as (c & d & Hcd); [lra | easy |].
  apply (Ha i); [lia|].
  destruct (same_line_between f (a i) (b i) c d u (t (S i))) as [-> _]; [lra | | intros; apply Hcd; lra |].
  { intros x Hx. apply Hf; [lia | apply Hleft; lra]. }
  destruct (same_line_between f (a (S i)) (b (S i)) c d (t (S i)) v) as [-> _]; [lra | | intros; apply Hcd; lra |].
  { intros x Hx. apply Hf; [lia | apply Hright; lra]. }
  easy.
Qed.

(** A function with n pieces is affine off n - 1 points. *)
Lemma pieces_affine_off : forall f n, has_pieces f n -> exists cs, length cs = (n - 1)%nat /\ affine_off f cs.
Proof.
  intros f n (Hn & t & a & b & Ht & Ha & Hf). exists (cuts t n). split.
  - unfold cuts. now rewrite map_length, seq_length.
  - intros u v Huv Hc. destruct (clear_in_piece t n u v Hn Huv Hc) as (i & Hi & Hp).
    exists (a i), (b i). auto.
Qed.

Lemma increasing : forall (t : nat -> R) n, (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) ->
  forall i j, (1 <= i < j)%nat -> (j < n)%nat -> t i < t j.
Proof.
  intros t n Ht i j. induction j as [|j IH]; intros Hij Hj; [lia|].
  destruct (Nat.eq_dec i j) as [->|]; [apply Ht; lia|].
  apply Rlt_trans with (t j); [apply IH; lia | apply Ht; lia].
Qed.

(** A function that is affine off k points has at most k + 1 pieces. *)
Lemma pieces_bounded : forall f n cs, has_pieces f n -> affine_off f cs -> (n <= length cs + 1)%nat.
Proof.
  intros f n cs (Hn & t & a & b & Ht & Ha & Hf) Hcs.
  assert (L : (length (cuts t n) <= length cs)%nat).
  { apply NoDup_incl_length.
    - assert (K : forall k i, (1 <= i)%nat -> (i + k <= n)%nat -> NoDup (map t (seq i k))).
      { induction k as [|k IH]; intros i Hi Hk; [constructor|]. simpl. constructor.
        - intros Hj. apply in_map_iff in Hj. destruct Hj as (j & E & Hj). apply in_seq in Hj.
          assert (t i < t j) by (apply (increasing t n Ht); lia). lra.
        - apply IH; lia. }
      apply K; lia.
    - intros c Hc. apply cuts_in in Hc. destruct Hc as (i & Hi & ->). now apply (cut_in f n t a b). }
  unfold cuts in L. rewrite map_length, seq_length in L. lia.
Qed.

Lemma pieces_unique : forall f m n, has_pieces f m -> has_pieces f n -> m = n.
Proof.
  intros f m n Hm Hn.
  destruct (pieces_affine_off f m Hm) as (cs & Lc & Hc). destruct (pieces_affine_off f n Hn) as (ds & Ld & Hd).
  pose proof (pieces_bounded f n cs Hn Hc). pose proof (pieces_bounded f m ds Hm Hd).
  destruct Hm, Hn. lia.
Qed.

(** A point around which f is affine is not needed. *)
Lemma affine_off_remove : forall f cs c u v, affine_off f cs -> u < c < v -> affine_between f u v ->
  affine_off f (remove Req_EM_T c cs).
Proof.
  intros f cs c u v Hf Hc (a & b & Hab) u' v' Huv Hr.
  assert (Hcl : forall u1 v1, u' <= u1 -> v1 <= v' -> ~ (u1 < c < v1) -> clear cs u1 v1).
  { intros u1 v1 H1 H2 H3 d Hd Hin. destruct (Req_EM_T d c) as [->|]; [easy|].
    apply (Hr d); [now apply in_in_remove | lra]. }
  destruct (Rlt_dec u' c) as [Hl|Hl]; [destruct (Rlt_dec c v') as [Hv|Hv]|].
  2, 3: apply Hf; [easy | apply Hcl; lra].
  destruct (Hf u' c) as (a1 & b1 & H1); [easy | apply Hcl; lra |].
  destruct (Hf c v') as (a2 & b2 & H2); [easy | apply Hcl; lra |].
  assert (Rmax u u' < c) by (apply Rmax_lub_lt; lra). assert (c < Rmin v v') by (apply Rmin_glb_lt; lra).
  pose proof (Rmax_l u u'). pose proof (Rmax_r u u'). pose proof (Rmin_l v v'). pose proof (Rmin_r v v').
  destruct (same_line_between f a1 b1 a b (Rmax u u') c) as [-> ->];
    [easy | intros; apply H1; lra | intros; apply Hab; lra |].
  destruct (same_line_between f a2 b2 a b c (Rmin v v')) as [-> ->];
    [easy | intros; apply H2; lra | intros; apply Hab; lra |].
  exists a, b. intros x Hx. destruct (Rle_dec x c); [apply H1 | apply H2]; lra.
Qed.

(** Points in increasing order. *)
Fixpoint increases (cs : list R) : Prop :=
  match cs with
  | [] => True
  | c :: rest => (forall d, In d rest -> c < d) /\ increases rest
  end.

Lemma increases_insert : forall c cs, increases cs ->
  exists ds, increases ds /\ (forall d, In d ds <-> d = c \/ In d cs) /\ (length ds <= S (length cs))%nat.
Proof.
  intros c. induction cs as [|e cs IH]; intros H.
  - exists [c]. simpl. intuition.
  - destruct H as [He Hcs]. destruct (Rtotal_order c e) as [Hl|[->|Hg]].
    + exists (c :: e :: cs). simpl. repeat split; try easy; try lia; try (intuition; fail).
      intros d [<-|Hd]; [easy|]. specialize (He d Hd). lra.
    + exists (e :: cs). simpl. repeat split; try easy; try lia; intuition.
    + destruct (IH Hcs) as (ds & Hds & Hin & Hlen).
      exists (e :: ds). simpl. repeat split; try easy; try lia.
      * intros d Hd. apply Hin in Hd. destruct Hd as [->|Hd]; [easy | now apply He].
      * intros [->|Hd]; [auto|]. apply Hin in Hd. intuition.
      * intros [->|[->|Hd]]; [right | auto | right]; apply Hin; auto.
Qed.

Lemma increases_sort : forall cs,
  exists ds, increases ds /\ (forall d, In d ds <-> In d cs) /\ (length ds <= length cs)%nat.
Proof.
  induction cs as [|c cs (ds & Hds & Hin & Hlen)].
  - exists []. simpl. intuition.
  - destruct (increases_insert c ds Hds) as (es & Hes & Hin' & Hlen').
    exists es. simpl. repeat split; try easy; try lia.
    + intros H. apply Hin' in H. destruct H as [->|H]; [auto | right; now apply Hin].
    + intros [->|H]; apply Hin'; [auto | right; now apply Hin].
Qed.

Lemma increases_nth : forall cs, increases cs -> forall i j, (i < j < length cs)%nat -> nth i cs 0 < nth j cs 0.
Proof.
  induction cs as [|c cs IH]; intros H i j Hij; simpl in Hij; [lia|]. destruct H as [Hc Hcs].
  destruct j as [|j]; [lia|]. destruct i as [|i]; simpl.
  - apply Hc, nth_In. lia.
  - apply IH; [easy | lia].
Qed.

(** On an interval of which every bounded part is affine, f is one line: here for all x between two bounds, each of
    which may be absent. *)
Lemma line_on : forall f (P : R -> Prop) p q, p < q -> P p -> P q ->
  (forall u v x, P u -> P v -> u <= x <= v -> P x) ->
  (forall u v, P u -> P v -> u < v -> affine_between f u v) ->
  exists a b, forall x, P x -> f x = a * x + b.
Proof.
  intros f P p q Hpq Hp Hq HP Hf. destruct (Hf p q) as (a & b & Hab); [easy.. |].
  exists a, b. intros x Hx.
  pose proof (Rmin_l x p). pose proof (Rmin_r x p). pose proof (Rmax_l x q). pose proof (Rmax_r x q).
  assert (Hl : P (Rmin x p)) by (unfold Rmin; now destruct (Rle_dec x p)).
  assert (Hr : P (Rmax x q)) by (unfold Rmax; now destruct (Rle_dec x q)).
  destruct (Hf (Rmin x p) (Rmax x q)) as (c & d & Hcd); [easy | easy | lra |].
  destruct (same_line_between f a b c d p q) as [-> ->]; [easy | easy | intros; apply Hcd; lra |].
  apply Hcd. lra.
Qed.

(** A function that is affine off k points has some number of pieces, at most k + 1. *)
Lemma affine_off_pieces : forall f cs, affine_off f cs -> has_at_most_pieces f (length cs + 1).
Proof.
  intros f cs. remember (length cs) as k eqn:Hk. revert cs Hk.
  induction k as [k IH] using (well_founded_induction Wf_nat.lt_wf). intros cs Hk Hcs.
  destruct (classic (exists c u v, In c cs /\ u < c < v /\ affine_between f u v)) as [(c & u & v & Hc & Huv & Ha)|Hn].
  - pose proof (remove_length_lt Req_EM_T cs c Hc) as Hl.
    destruct (IH (length (remove Req_EM_T c cs))) with (cs := remove Req_EM_T c cs) as (m & Hm & Hp);
      [lia | easy | now apply (affine_off_remove f cs c u v) |].
    exists m. split; [lia | easy].
  - destruct (increases_sort cs) as (ds & Hds & Hin & Hlen).
    set (n := S (length ds)). set (t := fun i => nth (i - 1) ds 0).
    assert (Hclear : forall u v, clear ds u v -> clear cs u v).
    { intros u v H c Hc. apply H. now apply Hin. }
    assert (Ht : forall i j, (1 <= i < j)%nat -> (j < n)%nat -> t i < t j).
    { intros i j Hij Hj. apply increases_nth; [easy | lia]. }
    assert (Hcut : forall d, In d ds -> exists j, (1 <= j < n)%nat /\ d = t j).
    { intros d Hd. apply In_nth with (d := 0) in Hd. destruct Hd as (j & Hj & <-).
      exists (S j). unfold t, n. rewrite Nat.sub_1_r. simpl. split; [lia | easy]. }
    assert (Hpiece : forall i u v, (i < n)%nat -> in_piece t n i u -> in_piece t n i v -> clear ds u v).
    { intros i u v Hi [Hu _] [_ Hv] d Hd H. destruct (Hcut d Hd) as (j & Hj & ->).
      destruct (Nat.le_gt_cases j i) as [Hji|Hji].
      - destruct Hu as [|Hu]; [lia|]. destruct (Nat.eq_dec j i) as [->|]; [lra|].
        assert (t j < t i) by (apply Ht; lia). lra.
      - destruct Hv as [|Hv]; [lia|]. destruct (Nat.eq_dec j (S i)) as [->|]; [lra|].
        assert (t (S i) < t j) by (apply Ht; lia). lra. }
    destruct (finite_choice n (fun i (y : R * R) => forall x, in_piece t n i x -> f x = fst y * x + snd y) (0, 0))
      as [g Hg].
    { intros i Hi.
      destruct (piece_has_two t n i) as (u0 & v0 & H0 & Hu0 & Hv0); [intros; apply Ht; lia | easy |].
      destruct (line_on f (in_piece t n i) u0 v0) as (a & b & Hab); [easy.. | | |].
      - intros u v x [Hu _] [_ Hv] Hx. split; [destruct Hu | destruct Hv]; auto; right; lra.
      - intros u v Hu Hv Huv. apply Hcs; [easy|]. apply Hclear, (Hpiece i); easy.
      - exists (a, b). exact Hab. }
    exists n. split; [lia|]. split; [lia|].
    exists t, (fun i => fst (g i)), (fun i => snd (g i)). repeat split.
    + intros i Hi Hj. apply Ht; lia.
    + intros i Hi E. apply Hn.
      destruct (piece_left t n i) as (u & Hu & Hl); [intros; apply Ht; lia | easy |].
      destruct (piece_right t n (S i)) as (v & Hv & Hr); [intros; apply Ht; lia | lia |].
      exists (t (S i)), u, v. repeat split; try lra.
      * apply Hin. apply nth_In. unfold n in Hi. lia.
      * exists (fst (g i)), (snd (g i)). intros x Hx.
        pose proof (Hg i ltac:(lia) (t (S i)) (Hl (t (S i)) ltac:(lra))) as E1.
        pose proof (Hg (S i) ltac:(lia) (t (S i)) (Hr (t (S i)) ltac:(lra))) as E2.
        rewrite <- E in E2.
        destruct (Rle_dec x (t (S i))); [apply Hg; [lia | apply Hl; lra]|].
        rewrite (Hg (S i) Hi x) by (apply Hr; lra). rewrite <- E. lra.
    + intros i x Hi Hx. now apply Hg.
Qed.

(** Combinations of affine functions are affine. *)
Lemma affine_between_combination : forall f g c u v, affine_between f u v -> affine_between g u v ->
  affine_between (fun x => c * f x + g x) u v.
Proof.
  intros f g c u v (a & b & Hf) (a' & b' & Hg). exists (c * a + a'), (c * b + b'). intros x Hx.
  rewrite Hf, Hg by easy. ring.
Qed.

(** The activation of a function that is affine off k points has at most one new kink between two neighbours. *)
Lemma relu_affine_off : forall f cs, affine_off f cs ->
  exists ds, (length ds <= length cs + 1)%nat /\ affine_off (fun x => relu (f x)) (cs ++ ds).
Proof.
  intros f cs Hcs. destruct (affine_off_pieces f cs Hcs) as (n & Hn & H1 & t & a & b & Ht & Ha & Hf).
  exists (map (fun i => - b i / a i) (seq 0 n)). split; [now rewrite map_length, seq_length|].
  intros u v Huv Hc.
  assert (Hcut : clear (cuts t n) u v).
  { intros c H. apply cuts_in in H. destruct H as (i & Hi & ->). apply Hc, in_or_app. left.
    now apply (cut_in f n t a b). }
  destruct (clear_in_piece t n u v H1 Huv Hcut) as (i & Hi & Hp).
  assert (Hr : ~ u < - b i / a i < v).
  { apply Hc, in_or_app. right. apply (in_map (fun i => - b i / a i)), in_seq. lia. }
  assert (E : forall x, u <= x <= v -> f x = a i * x + b i) by (intros; apply Hf; auto).
  unfold relu. destruct (Req_dec (a i) 0) as [Z|Z].
  - exists 0, (Rmax 0 (b i)). intros x Hx. rewrite E, Z by easy. rewrite !Rmult_0_l, !Rplus_0_l. easy.
  - set (r := - b i / a i) in *.
    assert (Er : b i = - (a i * r)) by (unfold r; field; easy).
    assert (Hs : (forall x, u <= x <= v -> 0 <= a i * x + b i) \/ (forall x, u <= x <= v -> a i * x + b i <= 0)).
    { destruct (Rle_lt_dec r u), (Rle_lt_dec v r), (Rlt_dec 0 (a i)); try (exfalso; apply Hr; lra);
        solve [left; intros; rewrite Er; nra | right; intros; rewrite Er; nra]. }
    destruct Hs as [Hs|Hs]; [exists (a i), (b i) | exists 0, 0]; intros x Hx; specialize (Hs x Hx); rewrite E by easy.
    + now apply Rmax_right.
    + rewrite Rmax_left by easy. ring.
Qed.

(** A function that is a line on each piece is its first line and a hinge at each cut. *)
Lemma sum_of_hinges : forall f n t a b,
  (forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i)) ->
  (forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i) -> (1 <= n)%nat ->
  forall x, f x = a 0%nat * x + b 0%nat +
    total (map (fun j => (a j - a (j - 1)%nat) * relu (x - t j)) (seq 1 (n - 1))).
Proof.
  intros f n t a b Ht Hf Hn x.
  set (sum := fun m => total (map (fun j => (a j - a (j - 1)%nat) * relu (x - t j)) (seq 1 m))).
  assert (Hsum : forall m, sum (S m) = sum m + (a (S m) - a m) * relu (x - t (S m))).
  { intros m. unfold sum. rewrite seq_S, map_app, total_app. simpl. rewrite Nat.sub_0_r. ring. }
  assert (Hbeyond : forall m, (m < n)%nat -> m = 0%nat \/ t m <= x -> a 0%nat * x + b 0%nat + sum m = a m * x + b m).
  { induction m as [|m IH]; intros Hm Hx; [unfold sum; simpl; ring|].
    destruct Hx as [|Hx]; [lia|].
    assert (L : m = 0%nat \/ t m <= x).
    { destruct m as [|m]; [now left | right]. assert (t (S m) < t (S (S m))) by (apply Ht; lia). lra. }
    rewrite Hsum. unfold relu. rewrite Rmax_right by lra.
    destruct (piece_left t n m Ht Hm) as (u & Hu & H1). destruct (piece_right t n (S m) Ht) as (v & Hv & H2); [lia|].
    assert (E1 : f (t (S m)) = a m * t (S m) + b m) by (apply Hf; [lia | apply H1; lra]).
    assert (E2 : f (t (S m)) = a (S m) * t (S m) + b (S m)) by (apply Hf; [lia | apply H2; lra]).
    specialize (IH ltac:(lia) L). nra. }
  assert (Hbelow : forall m, (m < n)%nat -> S m = n \/ x <= t (S m) -> f x = a 0%nat * x + b 0%nat + sum m).
  { induction m as [|m IH]; intros Hm Hx.
    - unfold sum. simpl. rewrite Rplus_0_r. apply Hf; [easy | split; auto].
    - destruct (Rle_lt_dec x (t (S m))) as [Hl|Hl].
      + rewrite Hsum. unfold relu. rewrite Rmax_left by lra. rewrite IH by (auto; lia). ring.
      + rewrite Hbeyond by (auto; right; lra). apply Hf; [easy | split; [right; lra | easy]]. }
  apply (Hbelow (n - 1)%nat); [lia | left; lia].
Qed.
