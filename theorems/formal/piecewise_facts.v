(** Facts on piecewise linear functions on the line: the number of pieces is unique, and it is at most k + 1 exactly
    when f is affine on every interval that has none of some k points inside. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import piecewise.
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
  destruct (clear_around cs (t i)
    (if Nat.eq_dec i 1 then t i - 1 else t (i - 1)%nat)
    (if Nat.eq_dec (S i) n then t i + 1 else t (S i))) as (u & v & Hu & Hv & Hc); [easy | |].
  { split.
    - destruct (Nat.eq_dec i 1); [lra|]. replace (t i) with (t (S (i - 1))) by (f_equal; lia). apply Ht; lia.
    - destruct (Nat.eq_dec (S i) n); [lra|]. apply Ht; lia. }
  destruct (Hcs u v) as (c & d & Hcd); [lra | easy |].
  assert (Hl : forall x, u <= x <= t i -> f x = a (i - 1)%nat * x + b (i - 1)%nat).
  { intros x Hx. apply Hf; [lia|]. split.
    - destruct (Nat.eq_dec i 1); [left; lia | right; lra].
    - right. replace (S (i - 1)) with i by lia. lra. }
  assert (Hr : forall x, t i <= x <= v -> f x = a i * x + b i).
  { intros x Hx. apply Hf; [lia|]. split; [right; lra|].
    destruct (Nat.eq_dec (S i) n); [now left | right; lra]. }
  destruct (same_line (a (i - 1)%nat) (b (i - 1)%nat) c d u (t i)) as [El _]; [lra | | |].
  1, 2: rewrite <- Hl, <- Hcd; lra.
  destruct (same_line (a i) (b i) c d (t i) v) as [Er _]; [lra | | |].
  1, 2: rewrite <- Hr, <- Hcd; lra.
  apply (Ha (i - 1)%nat); [lia|]. replace (S (i - 1)) with i by lia. lra.
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
