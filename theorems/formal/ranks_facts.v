(** Facts about rank: of sums, multiples and matrices with few different rows; and the unit matrix has full rank. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors blocks ranks vectors_facts.
Import ListNotations.
Open Scope R_scope.

Lemma sum_positive f n : (forall i, (i < n)%nat -> 0 <= f i) -> (exists i, (i < n)%nat /\ f i <> 0) -> 0 < sum f n.
Proof.
  induction n as [|n IH]; intros some (i & small & other); [lia|]. rewrite sum_S.
  pose proof (some n ltac:(lia)) as last. destruct (Nat.eq_dec i n) as [-> | ?].
  - pose proof (sum_nonneg f n (fun i less => some i ltac:(lia))). lra.
  - enough (0 < sum f n) by lra. apply IH; [intros; apply some; lia | exists i; split; [lia | exact other]].
Qed.

(** ** Rank *)

Lemma rank_same n r A B : (forall x y, (x < n)%nat -> (y < n)%nat -> A x y = B x y) ->
  rank_at_most n r A -> rank_at_most n r B.
Proof. intros same (P & Q & product). exists P, Q. intros x y in_x in_y. rewrite <- same; auto. Qed.

Lemma rank_more n q r A : (q <= r)%nat -> rank_at_most n q A -> rank_at_most n r A.
Proof.
  intros more (P & Q & product). exists (fun x s => if s <? q then P x s else 0), Q. intros x y in_x in_y.
  replace r with (q + (r - q))%nat by lia. rewrite sum_app, product by assumption.
  rewrite (sum_zero _ (r - q)).
  - rewrite Rplus_0_r. apply sum_ext. intros s small. destruct (Nat.ltb_spec s q); [reflexivity | lia].
  - intros s _. destruct (Nat.ltb_spec (q + s) q); [lia | ring].
Qed.

(** Factors side by side, and one below the other. *)
Lemma rank_sum n q r A B : rank_at_most n q A -> rank_at_most n r B ->
  rank_at_most n (q + r) (fun x y => A x y + B x y).
Proof.
  intros (P & Q & product) (P' & Q' & product').
  exists (fun x s => if s <? q then P x s else P' x (s - q)%nat),
    (fun s y => if s <? q then Q s y else Q' (s - q)%nat y).
  intros x y in_x in_y. rewrite sum_app, product, product' by assumption. f_equal; apply sum_ext; intros s small.
  - destruct (Nat.ltb_spec s q); [reflexivity | lia].
  - destruct (Nat.ltb_spec (q + s) q); [lia|]. now replace (q + s - q)%nat with s by lia.
Qed.

Lemma rank_multiple n r c A : rank_at_most n r A -> rank_at_most n r (fun x y => c * A x y).
Proof.
  intros (P & Q & product). exists (fun x s => c * P x s), Q. intros x y in_x in_y. rewrite product by assumption.
  rewrite <- (Rplus_0_r (c * _)), <- (Rmult_0_l (sum (fun _ => 0) r)), <- sum_linear. apply sum_ext. intros; ring.
Qed.

Lemma rank_constant n c : rank_at_most n 1 (fun _ _ => c).
Proof. exists (fun _ _ => c), (fun _ _ => 1). intros x y _ _. simpl. ring. Qed.

(** A matrix whose rows are the same in each of D groups has rank at most D. *)
Lemma rank_of_groups n D A (group : nat -> nat) : (forall x, (x < n)%nat -> (group x < D)%nat) ->
  (forall x u y, (x < n)%nat -> (u < n)%nat -> (y < n)%nat -> group x = group u -> A x y = A u y) ->
  rank_at_most n D A.
Proof.
  intros few same.
  assert (member : forall s, exists u, (exists x, (x < n)%nat /\ group x = s) -> (u < n)%nat /\ group u = s).
  { intros s. clear few same. induction n as [|n [u found]]; [exists 0%nat; intros (x & ? & _); lia|].
    destruct (Nat.eq_dec (group n) s) as [E | ?]; [exists n; intros _; split; [lia | exact E]|].
    exists u. intros (x & small & E). destruct (Nat.eq_dec x n) as [-> | ?]; [congruence|].
    destruct found; [exists x; split; [lia | exact E] | split; [lia | assumption]]. }
  assert (chosen : exists u, forall s, (s < D)%nat -> (exists x, (x < n)%nat /\ group x = s) ->
    (u s < n)%nat /\ group (u s) = s).
  { clear few. induction D as [|D [u IH]]; [exists (fun _ => 0%nat); lia|]. destruct (member D) as [v at_D].
    exists (fun s => if s =? D then v else u s). intros s small. destruct (Nat.eqb_spec s D) as [-> | ?]; [exact at_D|].
    apply IH. lia. }
  destruct chosen as [u chosen].
  exists (fun x s => if group x =? s then 1 else 0), (fun s y => A (u s) y). intros x y in_x in_y.
  rewrite (sum_single _ D (group x)); [|now apply few|].
  - rewrite Nat.eqb_refl, Rmult_1_l. destruct (chosen (group x)) as [inside E]; [now apply few | now exists x|].
    now apply same.
  - intros s _ other. destruct (Nat.eqb_spec (group x) s); [congruence | ring].
Qed.

(** ** Homogeneous equations *)

(** Skip the place k. *)
Definition skip (k i : nat) : nat := if i <? k then i else S i.

Lemma sum_skip f n k : (k <= n)%nat -> sum f (S n) = f k + sum (fun i => f (skip k i)) n.
Proof.
  intros inside. induction n as [|n IH]; [replace k with 0%nat by lia; simpl; ring|].
  rewrite (sum_S f (S n)), (sum_S (fun i => f (skip k i)) n). destruct (Nat.eq_dec k (S n)) as [-> | ?].
  - assert (before : forall i, (i < S n)%nat -> f (skip (S n) i) = f i).
    { intros i small. unfold skip. destruct (Nat.ltb_spec i (S n)); [reflexivity | lia]. }
    rewrite (sum_ext (fun i => f (skip (S n) i)) f), before, (sum_S f n) by (intros; auto with arith). ring.
  - rewrite IH by lia. unfold skip at 3. destruct (Nat.ltb_spec n k); [lia | ring].
Qed.

(** Fewer equations than unknowns have a solution other than 0. *)
Lemma more_unknowns r : forall n (Q : nat -> nat -> R), (r < n)%nat ->
  exists v, (exists y, (y < n)%nat /\ v y <> 0) /\ forall s, (s < r)%nat -> sum (fun y => Q s y * v y) n = 0.
Proof.
  induction r as [|r IH]; intros n Q more.
  - exists (fun _ => 1). split; [exists 0%nat; split; [lia | lra] | lia].
  - assert (pivot : (forall y, (y < n)%nat -> Q r y = 0) \/ exists k, (k < n)%nat /\ Q r k <> 0).
    { clear. induction n as [|n [zero | (k & small & some)]]; [left; lia | |right; exists k; split; [lia | exact some]].
      destruct (Req_dec (Q r n) 0) as [last | some]; [|right; exists n; split; [lia | exact some]].
      left. intros y small. destruct (Nat.eq_dec y n) as [-> | ?]; [exact last | apply zero; lia]. }
    destruct pivot as [zero | (k & small & some)].
    + destruct (IH n Q ltac:(lia)) as (v & other & solves). exists v. split; [exact other|]. intros s less.
      destruct (Nat.eq_dec s r) as [-> | ?]; [|apply solves; lia]. apply sum_zero. intros y in_y.
      rewrite zero by exact in_y. ring.
    + destruct n as [|n]; [lia|].
      destruct (IH n (fun s y => Q s (skip k y) - Q s k / Q r k * Q r (skip k y)) ltac:(lia))
        as (v & (y & in_y & other) & solves).
      set (rest := fun s => sum (fun y => Q s (skip k y) * v y) n).
      set (w := fun y => if y =? k then - rest r / Q r k else if y <? k then v y else v (y - 1)%nat).
      assert (skipped : forall y, w (skip k y) = v y).
      { intros i. unfold w, skip. destruct (Nat.ltb_spec i k).
        - destruct (Nat.eqb_spec i k); [lia|]. destruct (Nat.ltb_spec i k); [reflexivity | lia].
        - destruct (Nat.eqb_spec (S i) k); [lia|]. destruct (Nat.ltb_spec (S i) k); [lia|].
          now replace (S i - 1)%nat with i by lia. }
      exists w. split.
      * exists (skip k y). rewrite skipped. split; [|exact other]. unfold skip. destruct (y <? k); lia.
      * intros s less. rewrite (sum_skip _ n k) by lia.
        rewrite (sum_ext (fun i => Q s (skip k i) * w (skip k i)) (fun i => Q s (skip k i) * v i))
          by (intros; now rewrite skipped).
        change (sum (fun i => Q s (skip k i) * v i) n) with (rest s). unfold w at 1. rewrite Nat.eqb_refl.
        destruct (Nat.eq_dec s r) as [-> | ?]; [field; exact some|].
        specialize (solves s ltac:(lia)).
        rewrite (sum_ext _ (fun i => 1 * (Q s (skip k i) * v i) + - (Q s k / Q r k) * (Q r (skip k i) * v i))) in solves
          by (intros; ring).
        rewrite sum_linear in solves. fold (rest s) (rest r) in solves. rewrite <- solves. field. exact some.
Qed.

(** A combination of columns of a matrix of rank at most r that vanishes, where there are more than r columns. *)
Lemma dependent_columns n r e A (c : nat -> nat) : rank_at_most n r A -> (r < e)%nat ->
  (forall j, (j < e)%nat -> (c j < n)%nat) ->
  exists v, (exists j, (j < e)%nat /\ v j <> 0) /\ forall x, (x < n)%nat -> sum (fun j => A x (c j) * v j) e = 0.
Proof.
  intros (P & Q & product) more within.
  destruct (more_unknowns r e (fun s j => Q s (c j)) more) as (v & other & solves). exists v. split; [exact other|].
  intros x small. rewrite (sum_ext _ (fun j => sum (fun s => P x s * (Q s (c j) * v j)) r)).
  - rewrite sum_swap. apply sum_zero. intros s in_s.
    rewrite (sum_ext _ (fun j => P x s * (Q s (c j) * v j) + 0 * 0)) by (intros; ring).
    rewrite (sum_linear _ _ 0 (fun _ => 0)), solves by exact in_s. ring.
  - intros j in_j. rewrite product by auto.
    transitivity (v j * sum (fun s => P x s * Q s (c j)) r + 0 * sum (fun _ => 0) r); [ring|].
    rewrite <- sum_linear. apply sum_ext. intros; ring.
Qed.

(** The unit matrix of size n has rank n. *)
Definition unit_matrix : matrix := fun x y => if x =? y then 1 else 0.

Lemma rank_of_unit n r : rank_at_most n r unit_matrix -> (n <= r)%nat.
Proof.
  intros bounded. apply Nat.nlt_ge. intros less.
  destruct (dependent_columns n r n unit_matrix (fun y => y) bounded less) as (v & (x & in_x & other) & vanishes);
    [auto|]. apply other. rewrite <- (vanishes x in_x). symmetry.
  rewrite (sum_single _ n x in_x); unfold unit_matrix; [rewrite Nat.eqb_refl; ring|].
  intros y _ apart. destruct (Nat.eqb_spec x y); [congruence | ring].
Qed.

(** The matrix that is 1 on the diagonal and else -1 has the signs of 1 - 2 (x - y)^2, a matrix of rank at most 3. *)
Lemma diagonal_signs_three n : sign_rank_at_most n 3 diagonal_signs.
Proof.
  exists (fun x y => 1 - 2 * ((INR x - INR y) * (INR x - INR y))). split.
  - intros x y _ _. unfold diagonal_signs. destruct (Nat.eqb_spec x y) as [-> | differ]; [ring_simplify; lra|].
    enough (1 <= (INR x - INR y) * (INR x - INR y)) by lra.
    destruct (Nat.lt_total x y) as [less | [? | less]]; [| contradiction |];
      apply le_INR in less; rewrite S_INR in less; nra.
  - exists (fun x s => match s with 0 => 1 - 2 * (INR x * INR x) | 1 => INR x | _ => 1 end),
      (fun s y => match s with 0 => 1 | 1 => 4 * INR y | _ => - (2 * (INR y * INR y)) end).
    intros x y _ _. simpl. ring.
Qed.

Lemma rank_of_combination n w F rho a c : (forall j, (j < w)%nat -> rank_at_most n (rho j) (F j)) ->
  rank_at_most n (1 + list_sum (map rho (seq 0 w))) (combination w F a c).
Proof.
  induction w as [|w IH]; intros each.
  - apply (rank_same n 1 (fun _ _ => c)); [|apply rank_constant]. intros x y _ _. unfold combination. simpl. ring.
  - rewrite seq_S, map_app, list_sum_app. cbn [map list_sum fold_right Nat.add].
    replace (S (list_sum (map rho (seq 0 w)) + (rho w + 0)))%nat with (1 + list_sum (map rho (seq 0 w)) + rho w)%nat
      by lia.
    apply (rank_same n _ (fun x y => combination w F a c x y + a w * F w x y)).
    + intros x y _ _. unfold combination. rewrite sum_S. ring.
    + apply rank_sum; [apply IH; intros; apply each; lia | apply rank_multiple, each; lia].
Qed.
