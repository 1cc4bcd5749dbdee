(** What the rules of the checker draw on, in the reading of [embedding.v]: which values are integers, the table of
    textbook facts, induction, the mean value theorem, the rules of differentiation, and the axiom of choice. *)

From Coq Require Import Reals ZArith Lia Lra List ClassicalChoice.
From Marginalia.formal Require Import lemma_table_facts derivative_facts error_function evaluation steps embedding.
Open Scope R_scope.

(** * Which values are integers *)

Lemma int_num (z : Z) : is_int (IZR z).
Proof. now exists z. Qed.

Lemma int_plus (x y : R) : is_int x -> is_int y -> is_int (x + y).
Proof. intros [a ->] [b ->]. exists (a + b)%Z. symmetry. apply plus_IZR. Qed.

Lemma int_minus (x y : R) : is_int x -> is_int y -> is_int (x - y).
Proof. intros [a ->] [b ->]. exists (a - b)%Z. symmetry. apply minus_IZR. Qed.

Lemma int_mult (x y : R) : is_int x -> is_int y -> is_int (x * y).
Proof. intros [a ->] [b ->]. exists (a * b)%Z. symmetry. apply mult_IZR. Qed.

Lemma int_opp (x : R) : is_int x -> is_int (- x).
Proof. intros [a ->]. exists (- a)%Z. symmetry. apply opp_IZR. Qed.

Lemma int_abs (x : R) : is_int x -> is_int (Rabs x).
Proof. intros [a ->]. exists (Z.abs a). symmetry. apply abs_IZR. Qed.

Lemma int_max (x y : R) : is_int x -> is_int y -> is_int (Rmax x y).
Proof. intros [a ->] [b ->]. exists (Z.max a b). symmetry. apply integer_max. Qed.

Lemma int_min (x y : R) : is_int x -> is_int y -> is_int (Rmin x y).
Proof. intros [a ->] [b ->]. exists (Z.min a b). symmetry. apply integer_min. Qed.

Lemma int_pow (x n : R) : is_int x -> is_int (rpow x n).
Proof.
  intros [a ->]. unfold rpow, power. generalize (Z.to_nat (evaluation.floor n)). intros k.
  exists (a ^ Z.of_nat k)%Z. apply pow_IZR.
Qed.

Lemma int_floor (x : R) : is_int (rfloor x).
Proof. apply int_num. Qed.

Lemma int_binomial (n k : R) : is_int (rbinomial n k).
Proof. apply int_num. Qed.

Lemma int_ite (P : Prop) (x y : R) : is_int x -> is_int y -> is_int (ite P x y).
Proof. unfold ite. now destruct ClassicalDedekindReals.sig_not_dec. Qed.

Lemma int_sum (lo hi : R) (f : R -> R) : (forall i, is_int i -> is_int (f i)) -> is_int (sum_over lo hi f).
Proof.
  intros H. unfold sum_over, rsum, over. induction (range _ _) as [|i l IH]; simpl; [apply int_num|].
  apply int_plus; [apply H, int_num | exact IH].
Qed.

Lemma int_prod (lo hi : R) (f : R -> R) : (forall i, is_int i -> is_int (f i)) -> is_int (product_over lo hi f).
Proof.
  intros H. unfold product_over, rprod, over. induction (range _ _) as [|i l IH]; simpl; [apply int_num|].
  apply int_mult; [apply H, int_num | exact IH].
Qed.

(** * The table; the guards of the arguments come first *)

Lemma table_int_less (x y : R) : is_int x -> is_int y -> x < y -> x + 1 <= y.
Proof. intros [a ->] [b ->] H. apply lt_IZR in H. rewrite <- plus_IZR. apply IZR_le. lia. Qed.

Lemma table_floor (x : R) : rfloor x <= x /\ x < rfloor x + 1.
Proof. unfold rfloor. rewrite <- plus_IZR. apply lemma_table_facts.floor. Qed.

Lemma table_max (x y : R) : (x <= y /\ Rmax x y = y) \/ (y <= x /\ Rmax x y = x).
Proof. apply lemma_table_facts.max. Qed.

Lemma table_min (x y : R) : (x <= y /\ Rmin x y = x) \/ (y <= x /\ Rmin x y = y).
Proof. apply lemma_table_facts.min. Qed.

Lemma table_abs (x : R) : (0 <= x /\ Rabs x = x) \/ (x <= 0 /\ Rabs x = - x).
Proof. apply lemma_table_facts.abs. Qed.

Lemma table_if_true {A : Type} (c : Prop) (x y : A) : c -> ite c x y = x.
Proof. apply ite_true. Qed.

Lemma table_if_false {A : Type} (c : Prop) (x y : A) : ~ c -> ite c x y = y.
Proof. apply ite_false. Qed.

Lemma table_inverse (x : R) : ~ x = 0 -> x * (1 / x) = 1.
Proof. apply inverse. Qed.

Lemma table_power_zero (x : R) : rpow x 0 = 1.
Proof. unfold rpow. now rewrite integer_floor. Qed.

Lemma table_power_step (x n : R) : is_int n -> 0 <= n -> rpow x (n + 1) = rpow x n * x.
Proof. intros [k ->] H%le_IZR. unfold rpow. rewrite <- plus_IZR, !integer_floor. now apply power_step. Qed.

Lemma table_sqrt (x : R) : 0 <= x -> 0 <= R_sqrt.sqrt x /\ R_sqrt.sqrt x * R_sqrt.sqrt x = x.
Proof. apply lemma_table_facts.sqrt. Qed.

Lemma table_exp_zero : exp 0 = 1.
Proof. apply exp_zero. Qed.

Lemma table_exp_positive (x : R) : 0 < exp x.
Proof. apply exp_positive. Qed.

Lemma table_exp_sum (x y : R) : exp (x + y) = exp x * exp y.
Proof. apply exp_sum. Qed.

Lemma table_exp_tangent (x : R) : 1 + x <= exp x.
Proof. apply exp_tangent. Qed.

Lemma table_exp_monotone (x y : R) : x < y -> exp x < exp y.
Proof. apply exp_monotone. Qed.

Lemma table_exp_log (x : R) : 0 < x -> exp (ln x) = x.
Proof. apply exp_log. Qed.

Lemma table_log_exp (x : R) : ln (exp x) = x.
Proof. apply log_exp. Qed.

Lemma table_cosh (x : R) : (exp x + exp (- x)) / 2 <= exp (x * x / 2).
Proof. apply lemma_table_facts.cosh. Qed.

Lemma table_erf_zero : erf 0 = 0.
Proof. apply erf_zero. Qed.

Lemma table_erf_bound (x : R) : -1 < erf x /\ erf x < 1.
Proof. apply erf_bound. Qed.

Lemma table_binomial_zero (n : R) : is_int n -> 0 <= n -> rbinomial n 0 = 1.
Proof. intros [k ->] H%le_IZR. unfold rbinomial. rewrite !integer_floor. now rewrite binomial_zero. Qed.

Lemma table_binomial_above (n k : R) : is_int n -> is_int k -> 0 <= n -> n < k -> rbinomial n k = 0.
Proof.
  intros [a ->] [b ->] H%le_IZR K%lt_IZR. unfold rbinomial. rewrite !integer_floor. now rewrite binomial_above.
Qed.

Lemma table_binomial_below (n k : R) : is_int n -> is_int k -> 0 <= n -> k < 0 -> rbinomial n k = 0.
Proof.
  intros [a ->] [b ->] H%le_IZR K%lt_IZR. unfold rbinomial. rewrite !integer_floor. now rewrite binomial_below.
Qed.

Lemma table_pascal (n k : R) : is_int n -> is_int k -> 0 <= n ->
  rbinomial (n + 1) (k + 1) = rbinomial n (k + 1) + rbinomial n k.
Proof.
  intros [a ->] [b ->] H%le_IZR. unfold rbinomial. rewrite <- !plus_IZR, !integer_floor. f_equal.
  now apply lemma_table_facts.pascal.
Qed.

Section Sums.
  Context (lo hi : R).
  Hypothesis int_lo : is_int lo.
  Hypothesis int_hi : is_int hi.

  Lemma table_sum_empty (f : R -> R) : hi < lo -> sum_over lo hi f = 0.
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. intros H%lt_IZR. unfold sum_over. rewrite !integer_floor.
    now apply sum_empty.
  Qed.

  Lemma table_vector_sum_empty (V : space) (f : R -> V) : hi < lo -> vector_sum lo hi f = sub (f 0) (f 0).
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. intros H%lt_IZR. unfold vector_sum. rewrite !integer_floor.
    exact (proj2 (proj2 (sum_empty a b H)) V (fun i => f (IZR i))).
  Qed.

  Lemma table_sum_step (f : R -> R) : lo <= hi + 1 -> sum_over lo (hi + 1) f = sum_over lo hi f + f (hi + 1).
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. unfold sum_over. rewrite <- plus_IZR, !integer_floor. intros H%le_IZR.
    now apply (sum_step a b).
  Qed.

  Lemma table_vector_sum_step (V : space) (f : R -> V) :
    lo <= hi + 1 -> vector_sum lo (hi + 1) f = add (vector_sum lo hi f) (f (hi + 1)).
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. unfold vector_sum. rewrite <- plus_IZR, !integer_floor.
    intros H%le_IZR. exact (proj2 (proj2 (sum_step a b H)) V (fun i => f (IZR i))).
  Qed.

  Lemma table_sum_same (f g : R -> R) :
    (forall i, is_int i -> lo <= i /\ i <= hi -> f i = g i) -> sum_over lo hi f = sum_over lo hi g.
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. intros H. unfold sum_over. rewrite !integer_floor.
    apply (sum_same a b). intros i Hi. apply H; [apply int_num | split; apply IZR_le; apply Hi].
  Qed.

  Lemma table_vector_sum_same (V : space) (f g : R -> V) :
    (forall i, is_int i -> lo <= i /\ i <= hi -> f i = g i) -> vector_sum lo hi f = vector_sum lo hi g.
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. intros H. unfold vector_sum. rewrite !integer_floor.
    apply (proj2 (proj2 (sum_same a b)) V (fun i => f (IZR i)) (fun i => g (IZR i))).
    intros i Hi. apply H; [apply int_num | split; apply IZR_le; apply Hi].
  Qed.

  Lemma table_prod_empty (f : R -> R) : hi < lo -> product_over lo hi f = 1.
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. intros H%lt_IZR. unfold product_over. rewrite !integer_floor.
    now apply prod_empty.
  Qed.

  Lemma table_prod_step (f : R -> R) :
    lo <= hi + 1 -> product_over lo (hi + 1) f = product_over lo hi f * f (hi + 1).
  Proof.
    destruct int_lo as [a ->], int_hi as [b ->]. unfold product_over. rewrite <- plus_IZR, !integer_floor.
    intros H%le_IZR. now apply (prod_step a b).
  Qed.
End Sums.

Lemma table_pigeonhole (f : R -> R) (a c : R) : (forall i, is_int i -> is_int (f i)) -> is_int a -> is_int c ->
  0 <= c ->
  (forall k, is_int k -> 1 <= k /\ k <= a -> 1 <= f k /\ f k <= c) ->
  (forall i, is_int i -> forall j, is_int j -> 1 <= i /\ i < j /\ j <= a -> ~ f i = f j) ->
  a <= c.
Proof.
  intros int_f [m ->] [n ->] Hc inside different.
  assert (E : forall k : Z, f (IZR k) = IZR (evaluation.floor (f (IZR k)))).
  { intros k. destruct (int_f (IZR k) (int_num k)) as [z ->]. now rewrite integer_floor. }
  apply IZR_le, (lemma_table_facts.pigeonhole (fun k => evaluation.floor (f (IZR k)))).
  - now apply le_IZR.
  - intros k [H1 H2]. destruct (inside (IZR k) (int_num k)) as [K1 K2]; [split; now apply IZR_le|].
    rewrite E in K1, K2. split; now apply le_IZR.
  - intros i j (H1 & H2 & H3) S. apply (different (IZR i) (int_num i) (IZR j) (int_num j)).
    + repeat split; [now apply IZR_le | now apply IZR_lt | now apply IZR_le].
    + rewrite E, S. symmetry. apply E.
Qed.

(** * Induction, the mean value theorem, differentiation of powers *)

Lemma int_induction (A : R -> Prop) (n0 : R) : is_int n0 -> A n0 ->
  (forall n, is_int n -> n0 <= n -> A n -> A (n + 1)) -> forall n, is_int n -> n0 <= n -> A n.
Proof.
  intros [z ->] base step n [k ->] H%le_IZR. revert k H.
  apply (lemma_table_facts.induction (fun k => A (IZR k))); [exact base|]. intros k H. rewrite plus_IZR.
  apply step; [apply int_num | now apply IZR_le].
Qed.

Lemma real_mean_value (F G : R -> R) (a b : R) : a < b ->
  (forall x, a <= x /\ x <= b -> derivable_pt_lim F x (G x)) ->
  exists c, (a < c /\ c < b) /\ F b - F a = G c * (b - a).
Proof. apply mean_value. Qed.

Lemma derivative_rpow (u : R -> R) (x du : R) (n : Z) : derivable_pt_lim u x du -> (1 <= n)%Z ->
  derivable_pt_lim (fun y => rpow (u y) (IZR n)) x (IZR n * rpow (u x) (IZR (n - 1)) * du).
Proof. intros H Hn. unfold rpow. rewrite !integer_floor. now apply derivative_power. Qed.

(** * The axiom of choice, by what has a guard: nothing, the argument, the value, or both *)

Section Choice.
  Context {A B : Type} (some : B) (P : A -> B -> Prop) (inA : A -> Prop) (inB : B -> Prop).

  Lemma choice_plain : (forall x, exists y, P x y) -> exists f, forall x, P x (f x).
  Proof. apply choice. Qed.

  Lemma choice_value : (forall x, exists y, inB y /\ P x y) -> exists f, (forall x, inB (f x)) /\ forall x, P x (f x).
  Proof.
    intros H. apply choice in H as [f H]. exists f. split; intros x; apply H.
  Qed.

  Lemma choice_argument : (forall x, inA x -> exists y, P x y) -> exists f, forall x, inA x -> P x (f x).
  Proof.
    intros H. apply (choice (fun x y => inA x -> P x y)). intros x.
    destruct (classic (inA x)) as [I|I]; [destruct (H x I) as [y K]; now exists y | now exists some].
  Qed.

  Lemma choice_both : (forall x, inA x -> exists y, inB y /\ P x y) ->
    exists f, (forall x, inA x -> inB (f x)) /\ forall x, inA x -> P x (f x).
  Proof.
    intros H. destruct (choice (fun x y => inA x -> inB y /\ P x y)) as [f K].
    - intros x. destruct (classic (inA x)) as [I|I]; [destruct (H x I) as [y K]; now exists y | now exists some].
    - exists f. split; intros x I; now apply K.
  Qed.
End Choice.
