(** The inequality of the arithmetic and the geometric mean, with roots, and what it says of the size of a network. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts.
Open Scope R_scope.

Lemma product_positive : forall xs, Forall (Rlt 0) xs -> 0 < product xs.
Proof.
  intros xs H. induction H as [|x xs Hx _ IH]; simpl; [lra | now apply Rmult_lt_0_compat].
Qed.

(** Each factor x is at most A e^(x / A - 1). *)
Lemma product_below_exp : forall A xs, 0 < A -> Forall (Rlt 0) xs ->
  product xs <= A ^ length xs * exp (total xs / A - INR (length xs)).
Proof.
  intros A xs HA H. induction H as [|x xs Hx Hxs IH].
  - simpl. replace (0 / A - 0) with 0 by (field; lra). rewrite exp_0. lra.
  - pose proof (product_positive xs Hxs) as Hp.
    pose proof (exp_ineq1_le (x / A - 1)) as He.
    change (product (x :: xs)) with (x * product xs).
    change (total (x :: xs)) with (x + total xs). change (length (x :: xs)) with (S (length xs)).
    replace ((x + total xs) / A - INR (S (length xs))) with ((x / A - 1) + (total xs / A - INR (length xs)))
      by (rewrite S_INR; field; lra).
    rewrite exp_plus.
    replace (A ^ S (length xs) * (exp (x / A - 1) * exp (total xs / A - INR (length xs))))
      with ((A * exp (x / A - 1)) * (A ^ length xs * exp (total xs / A - INR (length xs)))) by (simpl; ring).
    apply Rmult_le_compat; [lra | lra | | easy].
    apply Rle_trans with (A * (1 + (x / A - 1))); [right; field; lra | apply Rmult_le_compat_l; lra].
Qed.

(** The product of k positive numbers whose mean is at most A is at most A^k. *)
Lemma means : forall A xs, 0 < A -> Forall (Rlt 0) xs -> total xs <= INR (length xs) * A ->
  product xs <= A ^ length xs.
Proof.
  intros A xs HA Hxs Ht. apply Rle_trans with (1 := product_below_exp A xs HA Hxs).
  assert (E : exp (total xs / A - INR (length xs)) <= 1).
  { assert (D : total xs / A <= INR (length xs)).
    { apply Rmult_le_reg_r with (1 := HA). unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    rewrite <- exp_0. destruct (Req_dec (total xs / A - INR (length xs)) 0) as [->|Hne]; [lra|].
    left. apply exp_increasing. lra. }
  pose proof (pow_lt A (length xs) HA). nra.
Qed.

Lemma power_strict : forall x y k, 0 <= x < y -> (1 <= k)%nat -> x ^ k < y ^ k.
Proof.
  intros x y k H. induction k as [|k IH]; intros Hk; [lia|]. destruct k as [|k]; [simpl; lra|].
  assert (L : x ^ S k < y ^ S k) by (apply IH; lia). pose proof (pow_le x (S k)).
  change (x * x ^ S k < y * y ^ S k). nra.
Qed.

(** p^(1/k), to the power k, is p. *)
Lemma root_power : forall p k, 0 < p -> (1 <= k)%nat -> Rpower p (/ INR k) ^ k = p.
Proof.
  intros p k Hp Hk. assert (0 < INR k) by (apply lt_0_INR; lia).
  rewrite <- Rpower_pow by apply exp_pos. rewrite Rpower_mult, Rinv_l by lra. now apply Rpower_1.
Qed.

(** A product of the w_i + 1 that is at least X makes the network large, as the mean of the w_i + 1 is at least the root
    of their product. *)
Lemma size_of_product N k' X : (1 <= k')%nat -> length (widths N) = k' -> 0 < X ->
  X <= INR (list_product (map S (widths N))) -> INR k' * (Rpower X (/ INR k') - 1) <= INR (size N).
Proof.
  intros some long positive large. assert (0 < INR k') by (apply lt_0_INR; lia).
  set (A := (INR (size N) + INR k') / INR k').
  assert (mean : INR k' * A = INR (size N) + INR k') by (unfold A; field; lra).
  assert (0 < A) by (apply Rdiv_lt_0_compat; [pose proof (pos_INR (size N))|]; lra).
  assert (bound : X <= A ^ k').
  { apply Rle_trans with (1 := large). rewrite <- product_successors.
    replace k' with (length (map (fun w => INR (S w)) (widths N))) by now rewrite map_length.
    apply means; [assumption | |].
    - apply Forall_map, Forall_forall. intros v _. apply lt_0_INR. lia.
    - rewrite map_length, total_successors, long, mean. apply Rle_refl. }
  assert (root : Rpower X (/ INR k') <= A).
  { apply Rnot_lt_le. intros less. pose proof (power_strict A _ k' ltac:(split; [|exact less]; lra) some) as more.
    rewrite root_power in more by assumption. lra. }
  apply Rmult_le_compat_l with (r := INR k') in root; lra.
Qed.

Lemma power_of_root w k k' : (1 <= w)%nat -> Rpower (INR w ^ k) (/ INR k') = Rpower (INR w) (INR k / INR k').
Proof. intros some. assert (0 < INR w) by (apply lt_0_INR; lia). rewrite <- Rpower_pow, Rpower_mult by easy. easy. Qed.

Lemma root_above w k k' : (1 <= w)%nat -> (1 <= k')%nat ->
  Rpower (INR w) (INR k / INR k') < Rpower (INR w ^ k + 1) (/ INR k').
Proof.
  intros some some'. rewrite <- power_of_root by exact some.
  assert (0 < INR k') by (apply lt_0_INR; lia). assert (0 < INR w) by (apply lt_0_INR; lia).
  pose proof (pow_lt (INR w) k ltac:(assumption)). pose proof (Rinv_0_lt_compat (INR k') ltac:(assumption)).
  apply exp_increasing. apply Rmult_lt_compat_l; [assumption|]. apply ln_increasing; lra.
Qed.
