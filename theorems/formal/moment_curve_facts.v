(** Vectors on the curve (1, t, ..., t^(n - 1)) have the most patterns of signs: all with fewer than n changes. *)

From Coq Require Import Reals List Lra Lia FinFun.
From Marginalia.formal Require Import vectors boolean vectors_facts binomials sign_patterns_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** (1, t, ..., t^(n - 1)), and the polynomial with coefficients p at t. *)
Fixpoint moments (n : nat) (t : R) : point :=
  match n with
  | O => []
  | S n' => 1 :: scale t (moments n' t)
  end.

Fixpoint polynomial (p : list R) (t : R) : R :=
  match p with
  | [] => 0
  | a :: p' => a + t * polynomial p' t
  end.

Lemma length_moments n t : length (moments n t) = n.
Proof. induction n as [|n IH]; simpl; [reflexivity|]. now rewrite (length_scale n). Qed.

Lemma dot_moments p t : dot p (moments (length p) t) = polynomial p t.
Proof. induction p as [|a p IH]; simpl; [reflexivity|]. rewrite dot_scale_r, IH. ring. Qed.

(** The coefficients of c + (t - a) p(t). *)
Fixpoint times (a c : R) (p : list R) : list R :=
  match p with
  | [] => [c]
  | d :: p' => c - a * d :: times a d p'
  end.

Lemma length_times a c p : length (times a c p) = S (length p).
Proof. revert c. induction p as [|d p IH]; intros c; simpl; auto. Qed.

Lemma polynomial_times a c p t : polynomial (times a c p) t = c + (t - a) * polynomial p t.
Proof. revert c. induction p as [|d p IH]; intros c; simpl; [ring|]. rewrite IH. ring. Qed.

(** The lists of m + 1 signs that begin with c and change at most k times. *)
Fixpoint changing (c : bool) (k m : nat) : list (list bool) :=
  match m with
  | O => [[c]]
  | S m' => map (cons c) (changing c k m' ++ match k with O => [] | S k' => changing (negb c) k' m' end)
  end.

Lemma changing_begin c k m s : In s (changing c k m) -> exists t, s = c :: t.
Proof.
  destruct m as [|m]; simpl.
  - intros [<- | []]. now exists [].
  - intros H. apply in_map_iff in H as (t & <- & _). now exists t.
Qed.

Lemma length_changing c k m : length (changing c k m) = binomial_sum m (S k).
Proof.
  revert c k. induction m as [|m IH]; intros c k; simpl; [symmetry; apply binomial_sum_of_zero|].
  rewrite map_length, app_length, IH. destruct k as [|k]; simpl length.
  - now rewrite !binomial_sum_one.
  - now rewrite IH, binomial_sum_pascal.
Qed.

Lemma changing_distinct c k m : NoDup (changing c k m).
Proof.
  revert c k. induction m as [|m IH]; intros c k; simpl; [repeat constructor; auto|].
  apply Injective_map_NoDup; [congruence|].
  apply app_distinct; [apply IH | destruct k; [constructor | apply IH] |].
  intros s S. destruct k as [|k]; [auto|]. apply changing_begin in S as (t & ->). intros I.
  apply changing_begin in I as (u & E). injection E as E _. destruct c; discriminate.
Qed.

(** Signs that change at most k times are those of a polynomial of degree at most k at i, i + 1, ..., and it keeps the
    first one below i. *)
Lemma changing_polynomial m c k i s :
  In s (changing c k m) -> exists p, length p = S k /\ (forall t, t <= INR i -> has_sign c (polynomial p t)) /\
    Forall2 (fun c j => has_sign c (polynomial p (INR j))) s (seq i (S m)).
Proof.
  revert c k i s. induction m as [|m IH]; intros c k i s M.
  - destruct M as [<- | []]. exists (sign c :: repeat 0 k). split; [simpl; now rewrite repeat_length|].
    assert (E : forall t, has_sign c (polynomial (sign c :: repeat 0 k) t)).
    { intros t. assert (Z : polynomial (repeat 0 k) t = 0) by (induction k as [|k IH]; simpl; [|rewrite IH]; ring).
      simpl. rewrite Z. destruct c; simpl; lra. }
    split; [auto|]. constructor; auto.
  - simpl in M. apply in_map_iff in M as (s' & <- & M). apply in_app_or in M as [M | M].
    + destruct (IH c k (S i) s' M) as (p & Lp & Below & P). rewrite S_INR in Below.
      exists p. split; [exact Lp|]. split; [intros t Ht; apply Below; lra|].
      change (seq i (S (S m))) with (i :: seq (S i) (S m)). constructor; [apply Below; lra | exact P].
    + destruct k as [|k]; [contradiction|]. destruct (IH (negb c) k (S i) s' M) as (p & Lp & Below & P).
      rewrite S_INR in Below. exists (times (INR i + / 2) 0 p). split; [rewrite length_times; congruence|].
      assert (First : forall t, t <= INR i -> has_sign c (polynomial (times (INR i + / 2) 0 p) t)).
      { intros t Ht. rewrite polynomial_times. specialize (Below t ltac:(lra)).
        destruct c; simpl in *; nra. }
      split; [exact First|].
      change (seq i (S (S m))) with (i :: seq (S i) (S m)). constructor; [apply First; lra|].
      assert (G : Forall (fun j => (S i <= j)%nat) (seq (S i) (S m))).
      { apply Forall_forall. intros j Hj. apply in_seq in Hj. lia. }
      clear Below First IH M. induction P as [|d j s l Hd P IH]; [constructor|].
      inversion_clear G as [|? ? Hj Hl]. constructor; [|now apply IH].
      rewrite polynomial_times. apply le_INR in Hj. rewrite S_INR in Hj. destruct d; simpl in *; nra.
Qed.

(** Generators on the curve of moments. *)
Definition on_curve (n m : nat) : list point := map (fun i => moments n (INR i)) (seq 0 m).

Lemma changing_realized n m c s : In s (changing c n m) -> realized (S n) (on_curve (S n) (S m)) s.
Proof.
  intros S. destruct (changing_polynomial m c n 0 s S) as (p & Lp & _ & P). exists p. split; [exact Lp|].
  unfold on_curve. clear S. induction P as [|d j s l Hd P IH]; [constructor|]. cbn [map]. constructor; [|exact IH].
  pose proof (dot_moments p (INR j)) as E. rewrite Lp in E. now rewrite E.
Qed.
