(** The table of textbook facts of the checker, [certs/rules/lemma.py], proved: each entry as a lemma of its name, with
    the premises that the entry asks for and the conclusion that it draws, for all values of its arguments. Two rules
    that assume a fact of mathematics follow: induction over the integers and the mean value theorem. Left out is the
    rule [choice]: the axiom of choice is none of the axioms that proofs may use here.

    An argument of sort real may be an integer, and then so may be the value: that the operations on integers and those
    on real numbers agree is in [evaluation.v]. Sums are also of vectors, in any inner-product space. *)

From Coq Require Import Reals ZArith Lia Lra List FinFun.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import cosh_facts gaussian_facts error_function evaluation steps.
Import ListNotations.
Open Scope R_scope.

(** * Ranges, and what is accumulated over them *)

Lemma range_empty (lo hi : Z) : (hi < lo)%Z -> range lo hi = [].
Proof. intros H. unfold range. now replace (Z.to_nat (hi - lo + 1)) with O by lia. Qed.

Lemma range_step (lo hi : Z) : (lo <= hi + 1)%Z -> range lo (hi + 1) = range lo hi ++ [(hi + 1)%Z].
Proof.
  intros H. unfold range. replace (Z.to_nat (hi + 1 - lo + 1)) with (S (Z.to_nat (hi - lo + 1))) by lia.
  rewrite seq_S, map_app. simpl. do 2 f_equal. lia.
Qed.

Lemma range_distinct (lo hi : Z) : NoDup (range lo hi).
Proof. apply FinFun.Injective_map_NoDup; [intros i j; lia | apply seq_NoDup]. Qed.

Lemma range_length (lo hi : Z) : length (range lo hi) = Z.to_nat (hi - lo + 1).
Proof. unfold range. now rewrite map_length, seq_length. Qed.

Section Accumulated.
  Context {A : Type} (op : A -> A -> A) (start : A).
  Hypothesis assoc : forall a b c, op a (op b c) = op (op a b) c.
  Hypothesis neutral_left : forall a, op start a = a.
  Hypothesis neutral_right : forall a, op a start = a.

  Lemma over_step (lo hi : Z) (f : Z -> A) :
    (lo <= hi + 1)%Z -> over op start f lo (hi + 1) = op (over op start f lo hi) (f (hi + 1)%Z).
  Proof.
    intros H. unfold over. rewrite range_step by assumption. rewrite fold_right_app. simpl. rewrite neutral_right.
    induction (range lo hi) as [|i l IH]; simpl; [now rewrite neutral_left | now rewrite IH, assoc].
  Qed.
End Accumulated.

Lemma over_same {A B : Type} (op : A -> B -> B) (start : B) (lo hi : Z) (f g : Z -> A) :
  (forall i, (lo <= i /\ i <= hi)%Z -> f i = g i) -> over op start f lo hi = over op start g lo hi.
Proof.
  intros H. unfold over. assert (I : forall i, In i (range lo hi) -> f i = g i) by now intros i Hi%in_range; apply H.
  induction (range lo hi) as [|i l IH]; simpl; [reflexivity|].
  rewrite I by now left. f_equal. apply IH. intros j Hj. apply I. now right.
Qed.

(** * Sums of vectors *)

(** u - u, the zero of the space. *)
Definition vzero {V : space} (u : V) : V := sub u u.

(** f(lo) + ... + f(hi), zero when the range is empty. *)
Definition vsum {V : space} (lo hi : Z) (f : Z -> V) : V := over add (vzero (f 0%Z)) f lo hi.

Lemma vzero_inner (V : space) (u w : V) : inner (vzero u) w = 0.
Proof. unfold vzero, sub. rewrite inner_add, inner_scale. lra. Qed.

Lemma vzero_same (V : space) (u v : V) : vzero u = vzero v.
Proof. apply inner_ext. intros w. now rewrite !vzero_inner. Qed.

(** * Pascal's triangle *)

Lemma pascal_next (n : nat) : evaluation.pascal (S n) =
  map (fun p => (fst p + snd p)%Z) (combine (0%Z :: evaluation.pascal n) (evaluation.pascal n ++ [0%Z])).
Proof. reflexivity. Qed.

Lemma pascal_length (n : nat) : length (evaluation.pascal n) = S n.
Proof.
  induction n as [|n IH]; [reflexivity|]. rewrite pascal_next, map_length, combine_length, app_length.
  cbn [length]. rewrite IH. lia.
Qed.

Lemma pascal_row (n k : nat) : nth k (evaluation.pascal (S n)) 0%Z =
  (nth k (0 :: evaluation.pascal n) 0 + nth k (evaluation.pascal n) 0)%Z.
Proof.
  assert (at_k : forall l, nth k (map (fun p => (fst p + snd p)%Z) l) 0%Z =
    (fst (nth k l (0, 0)) + snd (nth k l (0, 0)))%Z).
  { intros l. exact (map_nth (fun p => (fst p + snd p)%Z) l (0%Z, 0%Z) k). }
  rewrite pascal_next, at_k.
  rewrite combine_nth by (rewrite app_length; cbn [length]; lia). cbn [fst snd]. f_equal.
  destruct (Nat.lt_ge_cases k (length (evaluation.pascal n))) as [H|H].
  - now apply app_nth1.
  - rewrite app_nth2, (nth_overflow (evaluation.pascal n)) by assumption.
    now destruct (k - length (evaluation.pascal n))%nat as [|[]].
Qed.

Lemma pascal_first (n : nat) : nth 0 (evaluation.pascal n) 0%Z = 1%Z.
Proof. induction n as [|n IH]; [reflexivity|]. now rewrite pascal_row, IH. Qed.

(** * The error function *)

Lemma erf_bell (x : R) : erf x = 2 / sqrt PI * bell_integral x.
Proof. reflexivity. Qed.

Lemma erf_odd (x : R) : erf (- x) = - erf x.
Proof.
  rewrite !erf_bell. unfold bell_integral.
  rewrite <- (opp_RInt_swap (V := R_CompleteNormedModule)) by apply bell_integrable.
  rewrite bell_even. unfold Hierarchy.opp. simpl. ring.
Qed.

Lemma erf_between (x : R) : 0 < x -> 0 < erf x < 1.
Proof.
  intros H. pose proof (sqrt_lt_R0 2 ltac:(lra)) as root.
  pose proof (normal_within_between 1 (x * sqrt 2) ltac:(lra) ltac:(now apply Rmult_lt_0_compat)) as B.
  rewrite normal_within_bell in B by lra. replace (x * sqrt 2 / (1 * sqrt 2)) with x in B by (field; lra). exact B.
Qed.

(** * The table *)

(** ** Integers *)

(** An integer below another is at least 1 below. *)
Lemma int_less : forall x y : Z, (x < y)%Z -> (x + 1 <= y)%Z.
Proof. lia. Qed.

(** Rounding down. *)
Lemma floor : forall x : R, IZR (floor x) <= x /\ x < IZR (floor x + 1).
Proof.
  intros x. unfold evaluation.floor. rewrite plus_IZR, minus_IZR. pose proof (archimed x). lra.
Qed.

(** ** Order and branches *)

(** The larger of two numbers. *)
Lemma max : forall x y : R, (x <= y /\ Rmax x y = y) \/ (y <= x /\ Rmax x y = x).
Proof. intros x y. unfold Rmax. destruct (Rle_dec x y); lra. Qed.

(** The smaller of two numbers. *)
Lemma min : forall x y : R, (x <= y /\ Rmin x y = x) \/ (y <= x /\ Rmin x y = y).
Proof. intros x y. unfold Rmin. destruct (Rle_dec x y); lra. Qed.

(** The absolute value. *)
Lemma abs : forall x : R, (0 <= x /\ Rabs x = x) \/ (x <= 0 /\ Rabs x = - x).
Proof. intros x. unfold Rabs. destruct (Rcase_abs x); lra. Qed.

(** A branch whose condition holds, between values of any one sort. *)
Lemma if_true : forall (A : Type) (c : Prop) (x y : A), c -> ite c x y = x.
Proof. intros A c x y. apply ite_true. Qed.

(** A branch whose condition does not hold. *)
Lemma if_false : forall (A : Type) (c : Prop) (x y : A), ~ c -> ite c x y = y.
Proof. intros A c x y. apply ite_false. Qed.

(** The reciprocal of a number other than zero. *)
Lemma inverse : forall x : R, ~ x = 0 -> x * (1 / x) = 1.
Proof. intros x H. now field. Qed.

(** ** Powers, roots, exponential, logarithm, error function *)

(** x^0 = 1, also for x = 0. *)
Lemma power_zero : forall x : R, power x 0 = 1.
Proof. reflexivity. Qed.

(** x^(n + 1) = x^n x. *)
Lemma power_step : forall (x : R) (n : Z), (0 <= n)%Z -> power x (n + 1) = power x n * x.
Proof.
  intros x n H. unfold power. replace (Z.to_nat (n + 1)) with (S (Z.to_nat n)) by lia. simpl. ring.
Qed.

(** The square root of a number that is not negative. *)
Lemma sqrt : forall x : R, 0 <= x -> 0 <= sqrt x /\ sqrt x * sqrt x = x.
Proof. intros x H. split; [apply sqrt_pos | now apply sqrt_sqrt]. Qed.

(** e^0 = 1. *)
Lemma exp_zero : exp 0 = 1.
Proof. apply exp_0. Qed.

(** The exponential is positive. *)
Lemma exp_positive : forall x : R, 0 < exp x.
Proof. apply exp_pos. Qed.

(** It turns sums into products. *)
Lemma exp_sum : forall x y : R, exp (x + y) = exp x * exp y.
Proof. apply exp_plus. Qed.

(** It lies above its tangent at 0. *)
Lemma exp_tangent : forall x : R, 1 + x <= exp x.
Proof. apply exp_ineq1_le. Qed.

(** It increases. *)
Lemma exp_monotone : forall x y : R, x < y -> exp x < exp y.
Proof. apply exp_increasing. Qed.

(** It undoes the logarithm of a positive number. *)
Lemma exp_log : forall x : R, 0 < x -> exp (ln x) = x.
Proof. apply exp_ln. Qed.

(** The logarithm undoes it. *)
Lemma log_exp : forall x : R, ln (exp x) = x.
Proof. apply ln_exp. Qed.

(** The hyperbolic cosine is at most exp(x^2 / 2). *)
Lemma cosh : forall x : R, (exp x + exp (- x)) / 2 <= exp (x * x / 2).
Proof.
  intros x. replace (x * x) with (x ^ 2) by ring. apply cosh_bound.
Qed.

(** The error function at 0. *)
Lemma erf_zero : erf 0 = 0.
Proof. unfold erf. rewrite RInt_point. unfold zero. simpl. ring. Qed.

(** It lies strictly between -1 and 1. *)
Lemma erf_bound : forall x : R, -1 < erf x /\ erf x < 1.
Proof.
  intros x. destruct (Rtotal_order x 0) as [H|[-> |H]].
  - pose proof (erf_between (- x) ltac:(lra)). rewrite erf_odd in *. lra.
  - rewrite erf_zero. lra.
  - pose proof (erf_between x H). lra.
Qed.

(** ** Binomial coefficients *)

(** n choose 0. *)
Lemma binomial_zero : forall n : Z, (0 <= n)%Z -> binomial n 0 = 1%Z.
Proof. intros n _. apply pascal_first. Qed.

(** n choose k for k > n. *)
Lemma binomial_above : forall n k : Z, (0 <= n)%Z -> (n < k)%Z -> binomial n k = 0%Z.
Proof.
  intros n k H0 H. unfold binomial. destruct (Z.ltb_spec k 0); [reflexivity|]. apply nth_overflow.
  rewrite pascal_length. lia.
Qed.

(** n choose k for k < 0. *)
Lemma binomial_below : forall n k : Z, (0 <= n)%Z -> (k < 0)%Z -> binomial n k = 0%Z.
Proof. intros n k _ H. unfold binomial. destruct (Z.ltb_spec k 0); [reflexivity | lia]. Qed.

(** Pascal's rule, for every integer k. *)
Lemma pascal : forall n k : Z, (0 <= n)%Z -> binomial (n + 1) (k + 1) = (binomial n (k + 1) + binomial n k)%Z.
Proof.
  intros n k H. unfold binomial. replace (Z.to_nat (n + 1)) with (S (Z.to_nat n)) by lia.
  destruct (Z.ltb_spec (k + 1) 0), (Z.ltb_spec k 0); try lia.
  - replace (Z.to_nat (k + 1)) with O by lia. now rewrite !pascal_first.
  - replace (Z.to_nat (k + 1)) with (S (Z.to_nat k)) by lia. rewrite pascal_row. simpl nth at 1. lia.
Qed.

(** ** Sums and products: of integers, of real numbers, and sums of vectors *)

(** A sum over an empty range. *)
Lemma sum_empty : forall lo hi : Z, (hi < lo)%Z ->
  (forall f : Z -> Z, zsum lo hi f = 0%Z) /\
  (forall f : Z -> R, rsum lo hi f = 0) /\
  (forall (V : space) (f : Z -> V), vsum lo hi f = sub (f 0%Z) (f 0%Z)).
Proof. intros lo hi H. unfold zsum, rsum, vsum, over. now rewrite range_empty. Qed.

(** A sum with one term more; the range may have been empty. *)
Lemma sum_step : forall lo hi : Z, (lo <= hi + 1)%Z ->
  (forall f : Z -> Z, zsum lo (hi + 1) f = (zsum lo hi f + f (hi + 1))%Z) /\
  (forall f : Z -> R, rsum lo (hi + 1) f = rsum lo hi f + f (hi + 1)%Z) /\
  (forall (V : space) (f : Z -> V), vsum lo (hi + 1) f = add (vsum lo hi f) (f (hi + 1)%Z)).
Proof.
  intros lo hi H. repeat split; intros; apply over_step; try assumption; intros; try ring;
    apply inner_ext; intros w; rewrite !inner_add, ?vzero_inner; ring.
Qed.

(** Sums of terms that are equal on the range. *)
Lemma sum_same : forall lo hi : Z,
  (forall f g : Z -> Z, (forall i, (lo <= i /\ i <= hi)%Z -> f i = g i) -> zsum lo hi f = zsum lo hi g) /\
  (forall f g : Z -> R, (forall i, (lo <= i /\ i <= hi)%Z -> f i = g i) -> rsum lo hi f = rsum lo hi g) /\
  (forall (V : space) (f g : Z -> V),
     (forall i, (lo <= i /\ i <= hi)%Z -> f i = g i) -> vsum lo hi f = vsum lo hi g).
Proof.
  intros lo hi. repeat split; intros; try now apply over_same.
  unfold vsum. rewrite (vzero_same V _ (g 0%Z)). now apply over_same.
Qed.

(** A product over an empty range. *)
Lemma prod_empty : forall lo hi : Z, (hi < lo)%Z ->
  (forall f : Z -> Z, zprod lo hi f = 1%Z) /\ (forall f : Z -> R, rprod lo hi f = 1).
Proof. intros lo hi H. unfold zprod, rprod, over. now rewrite range_empty. Qed.

(** A product with one factor more; the range may have been empty. *)
Lemma prod_step : forall lo hi : Z, (lo <= hi + 1)%Z ->
  (forall f : Z -> Z, zprod lo (hi + 1) f = (zprod lo hi f * f (hi + 1))%Z) /\
  (forall f : Z -> R, rprod lo (hi + 1) f = rprod lo hi f * f (hi + 1)%Z).
Proof. intros lo hi H. split; intros; apply over_step; try assumption; intros; ring. Qed.

(** ** The pigeonhole principle *)

(** When f takes the positions 1, ..., a to different ones among 1, ..., c, then a <= c. *)
Lemma pigeonhole : forall (f : Z -> Z) (a c : Z),
  (0 <= c)%Z ->
  (forall k, (1 <= k /\ k <= a)%Z -> (1 <= f k /\ f k <= c)%Z) ->
  (forall i j, (1 <= i /\ i < j /\ j <= a)%Z -> ~ f i = f j) ->
  (a <= c)%Z.
Proof.
  intros f a c Hc inside different.
  assert (D : NoDup (map f (range 1 a))).
  { apply NoDup_nth with (d := f 0%Z). intros m n Hm Hn. rewrite !map_nth. rewrite map_length, range_length in *.
    assert (at_place : forall m, (m < Z.to_nat (a - 1 + 1))%nat -> nth m (range 1 a) 0%Z = (1 + Z.of_nat m)%Z).
    { intros k Hk. unfold range. rewrite nth_indep with (d' := (1 + Z.of_nat 0)%Z)
        by now rewrite map_length, seq_length.
      rewrite (map_nth (fun k => 1 + Z.of_nat k)%Z), seq_nth by assumption. reflexivity. }
    rewrite !at_place by assumption. intros E.
    destruct (Nat.lt_trichotomy m n) as [H|[H|H]]; [exfalso | exact H | exfalso; symmetry in E]; revert E;
      apply different; lia. }
  assert (L : (length (map f (range 1 a)) <= length (range 1 c))%nat).
  { apply NoDup_incl_length; [exact D|]. intros y Hy. apply in_map_iff in Hy as (k & <- & Hk%in_range).
    apply in_range, inside, Hk. }
  rewrite map_length, !range_length in L. lia.
Qed.

(** * Two other rules *)

(** Induction over the integers from n0 on. *)
Lemma induction : forall (A : Z -> Prop) (n0 : Z),
  A n0 -> (forall n, (n0 <= n)%Z -> A n -> A (n + 1)%Z) -> forall n, (n0 <= n)%Z -> A n.
Proof.
  intros A n0 base step n H. revert n H. apply Zlt_lower_bound_ind. intros n IH H.
  destruct (Z.eq_dec n n0) as [-> | N]; [exact base|].
  replace n with (n - 1 + 1)%Z by lia. apply step; [lia | apply IH; lia].
Qed.

(** The mean value theorem: G is the derivative of F on [a, b]. *)
Lemma mean_value : forall (F G : R -> R) (a b : R), a < b ->
  (forall x, a <= x /\ x <= b -> derivable_pt_lim F x (G x)) ->
  exists c, (a < c /\ c < b) /\ F b - F a = G c * (b - a).
Proof. intros F G a b H slope. destruct (MVT_cor2 F G a b H slope) as (c & ? & ?). now exists c. Qed.
