(** Sums of numbers; and algebra of points of R^n: coordinates, the inner product, the norm, and the inequalities of
    Cauchy-Schwarz and of the triangle. *)

From Coq Require Import Reals List Permutation Lia Lra.
From Marginalia.formal Require Import vectors.
Import ListNotations.
Open Scope R_scope.

(** ** Sums of lists of numbers *)

Lemma total_cons a l : total (a :: l) = a + total l.
Proof. reflexivity. Qed.

Lemma total_app u v : total (u ++ v) = total u + total v.
Proof. induction u as [|x u IH]; simpl; [ring | rewrite IH; ring]. Qed.

Lemma total_ext {A : Type} (g h : A -> R) l : (forall a, In a l -> g a = h a) -> total (map g l) = total (map h l).
Proof. intros same. f_equal. now apply map_ext_in. Qed.

Lemma total_combined {A : Type} (c d : R) (g h : A -> R) l :
  total (map (fun a => c * g a + d * h a) l) = c * total (map g l) + d * total (map h l).
Proof. induction l as [|a l IH]; cbn [map]; [simpl; ring|]. rewrite !total_cons, IH. ring. Qed.

Lemma total_nonneg {A : Type} (g : A -> R) l : (forall a, In a l -> 0 <= g a) -> 0 <= total (map g l).
Proof.
  induction l as [|a l IH]; intros nonneg; [simpl; lra|]. cbn [map]. rewrite total_cons.
  apply Rplus_le_le_0_compat; [apply nonneg; now left | apply IH; intros; apply nonneg; now right].
Qed.

Lemma total_member {A : Type} (g : A -> R) l a : In a l -> (forall b, In b l -> 0 <= g b) -> g a <= total (map g l).
Proof.
  intros I nonneg. apply in_split in I as (u & v & ->). rewrite map_app, total_app. cbn [map]. rewrite total_cons.
  assert (0 <= total (map g u)) by (apply total_nonneg; intros; apply nonneg, in_or_app; now left).
  assert (0 <= total (map g v)) by (apply total_nonneg; intros; apply nonneg, in_or_app; right; now right). lra.
Qed.

Lemma total_permutation l m : Permutation l m -> total l = total m.
Proof. induction 1; rewrite ?total_cons in *; lra. Qed.

Lemma total_repeat c n : total (repeat c n) = INR n * c.
Proof.
  induction n as [|n IH]; [simpl; ring|]. change (c + total (repeat c n) = INR (S n) * c). rewrite IH, S_INR. ring.
Qed.

Lemma product_repeat c n : product (repeat c n) = c ^ n.
Proof. induction n as [|n IH]; simpl; [|rewrite <- IH]; reflexivity. Qed.

(** ** Sums over 0, ..., m - 1 *)

Lemma sum_S f m : sum f (S m) = sum f m + f m.
Proof. reflexivity. Qed.

Lemma sum_total f m : sum f m = total (map f (seq 0 m)).
Proof. induction m as [|m IH]; [reflexivity|]. rewrite seq_S, map_app, total_app, <- IH. simpl. ring. Qed.

Lemma sum_ext f h m : (forall i, (i < m)%nat -> f i = h i) -> sum f m = sum h m.
Proof. induction m as [|m IH]; intros H; simpl; [reflexivity|]. rewrite IH, H; auto. Qed.

Lemma sum_le f h m : (forall i, (i < m)%nat -> f i <= h i) -> sum f m <= sum h m.
Proof.
  induction m as [|m IH]; intros H; simpl; [lra|]. specialize (H m) as Hm. specialize (IH (fun i L => H i ltac:(lia))).
  specialize (Hm ltac:(lia)). lra.
Qed.

Lemma sum_linear t f u h m : sum (fun i => t * f i + u * h i) m = t * sum f m + u * sum h m.
Proof. induction m as [|m IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma sum_zero f m : (forall i, (i < m)%nat -> f i = 0) -> sum f m = 0.
Proof. induction m as [|m IH]; intros zero; [reflexivity|]. rewrite sum_S, IH, zero by auto. ring. Qed.

Lemma sum_nonneg f m : (forall i, (i < m)%nat -> 0 <= f i) -> 0 <= sum f m.
Proof. intros H. rewrite <- (sum_zero (fun _ => 0) m) by reflexivity. now apply sum_le. Qed.

Lemma sum_app f m n : sum f (m + n) = sum f m + sum (fun i => f (m + i)%nat) n.
Proof.
  induction n as [|n IH]; [rewrite Nat.add_0_r; simpl; ring|]. rewrite Nat.add_succ_r, !sum_S, IH. ring.
Qed.

(** The first term apart. *)
Lemma sum_shift f m : sum f (S m) = f 0%nat + sum (fun i => f (S i)) m.
Proof. induction m as [|m IH]; [simpl; ring|]. rewrite sum_S, IH, sum_S. ring. Qed.

(** One term alone. *)
Lemma sum_single f n i : (i < n)%nat -> (forall j, (j < n)%nat -> j <> i -> f j = 0) -> sum f n = f i.
Proof.
  induction n as [|n IH]; intros inside zero; [lia|]. rewrite sum_S. destruct (Nat.eq_dec i n) as [-> | ?].
  - rewrite sum_zero; [ring|]. intros j less. apply zero; lia.
  - rewrite (zero n), IH by (try (intros; apply zero); lia). ring.
Qed.

(** A sum of sums, in either order. *)
Lemma sum_swap (f : nat -> nat -> R) m n :
  sum (fun i => sum (fun j => f i j) n) m = sum (fun j => sum (fun i => f i j) m) n.
Proof.
  induction m as [|m IH]; [symmetry; now apply sum_zero|]. rewrite sum_S, IH.
  rewrite (sum_ext (fun j => sum _ (S m)) (fun j => 1 * sum (fun i => f i j) m + 1 * f m j)).
  - rewrite sum_linear. now rewrite !Rmult_1_l.
  - intros j _. rewrite sum_S. ring.
Qed.

(** ** Lengths *)

Lemma length_add n x y : length x = n -> length y = n -> length (add x y) = n.
Proof.
  revert n y; induction x as [|a x IH]; intros n [|b y] Hx Hy; simpl in *; try lia.
  destruct n; [lia|]. rewrite (IH n); lia.
Qed.

Lemma length_scale n c x : length x = n -> length (scale c x) = n.
Proof. intros <-. apply map_length. Qed.

Lemma length_sub n x y : length x = n -> length y = n -> length (sub x y) = n.
Proof. intros Hx Hy. apply length_add; [|apply length_scale]; assumption. Qed.

Lemma length_origin n : length (origin n) = n.
Proof. apply repeat_length. Qed.

(** Solves [length P = n] for a sum, a multiple or a difference P of points of R^n. *)
Ltac lengths :=
  solve [repeat first [assumption | apply length_add | apply length_sub | apply length_scale | apply length_origin |
                       reflexivity | simpl; congruence | lia]].

(** ** Coordinates *)

Lemma nth_add i x y : length x = length y -> nth i (add x y) 0 = nth i x 0 + nth i y 0.
Proof.
  revert i y; induction x as [|a x IH]; intros i [|b y] H; simpl in *; try lia.
  - destruct i; ring.
  - destruct i; [reflexivity|]. apply IH; lia.
Qed.

Lemma nth_scale i c x : nth i (scale c x) 0 = c * nth i x 0.
Proof. revert i; induction x as [|a x IH]; intros [|i]; simpl; auto; ring. Qed.

Lemma nth_origin i n : nth i (origin n) 0 = 0.
Proof. revert i; induction n as [|n IH]; intros [|i]; simpl; auto. Qed.

Lemma nth_sub i x y : length x = length y -> nth i (sub x y) 0 = nth i x 0 - nth i y 0.
Proof.
  intros H. unfold sub. rewrite nth_add, nth_scale; [ring|]. rewrite (length_scale (length y)); [exact H|reflexivity].
Qed.

Lemma points_equal n x y : length x = n -> length y = n -> (forall i, (i < n)%nat -> nth i x 0 = nth i y 0) -> x = y.
Proof. intros Hx Hy H. apply (nth_ext x y 0 0); [congruence|]. rewrite Hx. exact H. Qed.

(** Proves an equation between points of R^n, each a sum, a multiple or a difference of points, by coordinates. *)
Ltac coordinates n :=
  apply (points_equal n); [lengths | lengths |];
  intros ? _;
  repeat first [rewrite nth_scale | rewrite nth_origin |
                rewrite nth_add by (transitivity n; [|symmetry]; lengths) |
                rewrite nth_sub by (transitivity n; [|symmetry]; lengths)];
  try field.

Lemma add_comm x y : add x y = add y x.
Proof. revert y; induction x as [|a x IH]; intros [|b y]; simpl; f_equal; auto; ring. Qed.

Lemma scale_add c x y : scale c (add x y) = add (scale c x) (scale c y).
Proof. revert y; induction x as [|a x IH]; intros [|b y]; simpl; f_equal; auto; ring. Qed.

Lemma scale_scale c e x : scale c (scale e x) = scale (c * e) x.
Proof. induction x as [|a x IH]; simpl; f_equal; auto; ring. Qed.

Lemma scale_one x : scale 1 x = x.
Proof. induction x as [|a x IH]; simpl; f_equal; auto; ring. Qed.

Lemma scale_zero x : scale 0 x = origin (length x).
Proof. unfold scale, origin. induction x as [|a x IH]; simpl; [|rewrite IH, Rmult_0_l]; reflexivity. Qed.

Lemma scale_origin c n : scale c (origin n) = origin n.
Proof. coordinates n. Qed.

Lemma add_origin_r n x : length x = n -> add x (origin n) = x.
Proof. intros H. coordinates n. Qed.

Lemma add_origin_l n x : length x = n -> add (origin n) x = x.
Proof. intros H. coordinates n. Qed.

Lemma sub_self n x : length x = n -> sub x x = origin n.
Proof. intros H. coordinates n. Qed.

Lemma add_sub n x y : length x = n -> length y = n -> add x (sub y x) = y.
Proof. intros Hx Hy. coordinates n. Qed.

(** ** The inner product *)

Lemma dot_comm x y : dot x y = dot y x.
Proof. revert y; induction x as [|a x IH]; intros [|b y]; simpl; try reflexivity. rewrite IH; ring. Qed.

Lemma dot_scale_l c x y : dot (scale c x) y = c * dot x y.
Proof. revert y; induction x as [|a x IH]; intros [|b y]; simpl; try ring. rewrite IH; ring. Qed.

Lemma dot_scale_r c x y : dot x (scale c y) = c * dot x y.
Proof. rewrite dot_comm, dot_scale_l, dot_comm. reflexivity. Qed.

Lemma dot_add_l x y z : length x = length y -> dot (add x y) z = dot x z + dot y z.
Proof.
  revert y z; induction x as [|a x IH]; intros [|b y] [|c z] H; simpl in *; try lia; try ring.
  rewrite IH by lia. ring.
Qed.

Lemma dot_add_r x y z : length y = length z -> dot x (add y z) = dot x y + dot x z.
Proof. intros H. rewrite dot_comm, dot_add_l, !(dot_comm x); auto. Qed.

Lemma dot_sub_l x y z : length x = length y -> dot (sub x y) z = dot x z - dot y z.
Proof.
  intros H. unfold sub. rewrite dot_add_l, dot_scale_l; [ring|].
  rewrite (length_scale (length y)); [exact H|reflexivity].
Qed.

Lemma dot_sub_r x y z : length y = length z -> dot x (sub y z) = dot x y - dot x z.
Proof. intros H. rewrite dot_comm, dot_sub_l, !(dot_comm x); auto. Qed.

Lemma dot_origin_l n x : dot (origin n) x = 0.
Proof.
  revert x; induction n as [|n IH]; intros [|a x]; simpl; try reflexivity.
  unfold origin in IH; rewrite IH; ring.
Qed.

Lemma dot_origin_r n x : dot x (origin n) = 0.
Proof. rewrite dot_comm. apply dot_origin_l. Qed.

(** The inner product with (1, ..., 1). *)
Lemma dot_ones n x : length x = n -> dot (repeat 1 n) x = total x.
Proof. intros <-. induction x as [|a x IH]; [reflexivity|]. cbn [length repeat dot]. rewrite IH, total_cons. ring. Qed.

Lemma dot_nth a z : length a = length z -> dot a z = sum (fun j => nth j a 0 * nth j z 0) (length a).
Proof.
  revert z. induction a as [|c a IH]; intros [|t z] same; try discriminate; [reflexivity|]. injection same as same.
  cbn [length]. rewrite sum_shift. cbn [dot nth]. f_equal. now apply IH.
Qed.

Lemma dot_map {A : Type} (d : A) (F : A -> R) v l : length v = length l ->
  dot v (map F l) = total (map (fun j => nth j v 0 * F (nth j l d)) (seq 0 (length l))).
Proof.
  intros same. rewrite dot_nth, sum_total, same by now rewrite map_length.
  apply total_ext. intros j I. apply in_seq in I. f_equal.
  rewrite (nth_indep _ 0 (F d)) by (rewrite map_length; lia). apply map_nth.
Qed.

Lemma dot_self_nonneg x : 0 <= dot x x.
Proof. induction x as [|a x IH]; simpl; [lra|]. pose proof (Rle_0_sqr a) as H. unfold Rsqr in H. lra. Qed.

Lemma dot_self_zero x : dot x x = 0 -> x = origin (length x).
Proof.
  induction x as [|a x IH]; simpl; intros H; [reflexivity|].
  pose proof (dot_self_nonneg x). pose proof (Rle_0_sqr a) as Ha. unfold Rsqr in Ha.
  assert (H1 : a * a = 0) by lra. assert (H2 : dot x x = 0) by lra.
  rewrite IH by exact H2. destruct (Rmult_integral _ _ H1) as [-> | ->];
    unfold origin; simpl; rewrite repeat_length; reflexivity.
Qed.

Lemma dot_self_positive n x : length x = n -> x <> origin n -> 0 < dot x x.
Proof.
  intros <- nonzero. destruct (dot_self_nonneg x) as [positive | zero]; [exact positive|].
  contradiction nonzero. now apply dot_self_zero.
Qed.

Lemma cauchy_schwarz_square x y : dot x y * dot x y <= dot x x * dot y y.
Proof.
  revert y; induction x as [|a x IH]; intros [|b y]; simpl; try lra.
  specialize (IH y). pose proof (dot_self_nonneg x) as Hx. pose proof (dot_self_nonneg y) as Hy.
  set (s := dot x y) in *. set (A := dot x x) in *. set (B := dot y y) in *.
  enough (2 * (a * b * s) <= a * a * B + b * b * A) by nra.
  apply Rsqr_incr_0_var; [|pose proof (Rle_0_sqr a); pose proof (Rle_0_sqr b); unfold Rsqr in *; nra].
  unfold Rsqr.
  apply Rle_trans with (4 * (a * a * (b * b)) * (A * B)).
  - replace (2 * (a * b * s) * (2 * (a * b * s))) with (4 * (a * a * (b * b)) * (s * s)) by ring.
    apply Rmult_le_compat_l; [|exact IH].
    pose proof (Rle_0_sqr (a * b)) as H. unfold Rsqr in H. lra.
  - pose proof (Rle_0_sqr (a * a * B - b * b * A)) as H. unfold Rsqr in H. lra.
Qed.

(** ** The norm *)

Lemma norm_nonneg x : 0 <= norm x.
Proof. apply sqrt_pos. Qed.

Lemma norm_square x : norm x * norm x = dot x x.
Proof. apply sqrt_sqrt, dot_self_nonneg. Qed.

Lemma norm_pow2 x : norm x ^ 2 = dot x x.
Proof. rewrite <- norm_square. ring. Qed.

Lemma norm_scale c x : norm (scale c x) = Rabs c * norm x.
Proof.
  unfold norm. rewrite dot_scale_l, dot_scale_r, <- Rmult_assoc, sqrt_mult_alt by (apply Rle_0_sqr).
  f_equal. apply sqrt_Rsqr_abs.
Qed.

Lemma norm_origin n : norm (origin n) = 0.
Proof. unfold norm. rewrite dot_origin_l. apply sqrt_0. Qed.

Lemma norm_zero x : norm x = 0 -> x = origin (length x).
Proof. intros H. apply dot_self_zero. rewrite <- norm_square, H. ring. Qed.

Lemma cauchy_schwarz x y : Rabs (dot x y) <= norm x * norm y.
Proof.
  pose proof (norm_nonneg x). pose proof (norm_nonneg y).
  rewrite <- (Rabs_pos_eq (norm x * norm y)) by (apply Rmult_le_pos; assumption).
  apply Rsqr_le_abs_0. unfold Rsqr.
  replace (norm x * norm y * (norm x * norm y)) with (norm x * norm x * (norm y * norm y)) by ring.
  rewrite !norm_square. apply cauchy_schwarz_square.
Qed.

Lemma dot_le_norms x y : dot x y <= norm x * norm y.
Proof. eapply Rle_trans; [apply Rle_abs|apply cauchy_schwarz]. Qed.

Lemma norm_add x y : length x = length y -> norm (add x y) <= norm x + norm y.
Proof.
  intros H. pose proof (norm_nonneg x). pose proof (norm_nonneg y).
  apply Rsqr_incr_0_var; [|lra]. unfold Rsqr.
  assert (Hl : length (add x y) = length x) by (apply length_add; congruence).
  rewrite norm_square, dot_add_l, !dot_add_r, (dot_comm y x) by assumption.
  pose proof (dot_le_norms x y). pose proof (norm_square x). pose proof (norm_square y). nra.
Qed.

Lemma norm_sub x y : length x = length y -> norm (sub x y) <= norm x + norm y.
Proof.
  intros H. unfold sub.
  eapply Rle_trans; [apply norm_add; rewrite (length_scale (length y)); [exact H|reflexivity]|].
  rewrite norm_scale, Rabs_left; lra.
Qed.
