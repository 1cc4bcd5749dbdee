(** Theorem 2.3.7 on zonotopes: part 1 misses a factor 2 and is refuted as printed; part 3, that the support function is
    a sum of absolute values, is true. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors zonotope vectors_facts zonotope_facts binomials.
Import ListNotations.
Open Scope R_scope.

(** The segment [-1, 1], the zonotope of the one generator 1 in R^1. *)
Lemma in_segment x : in_zonotope 1 [[1]] x <-> exists c, -1 <= c <= 1 /\ x = [c].
Proof.
  rewrite in_zonotope_cons. split.
  - intros (c & u & Hc & Hu & ->). apply in_zonotope_nil in Hu as ->. exists c. split; [exact Hc|].
    simpl. f_equal. ring.
  - intros (c & Hc & ->). exists c, (origin 1). split; [exact Hc|]. split; [now apply in_zonotope_nil|].
    simpl. f_equal. ring.
Qed.

Lemma end_of_segment c : c = 1 \/ c = -1 -> is_vertex 1 [[1]] [c].
Proof.
  intros Hc. split.
  - apply in_segment. exists c. split; [destruct Hc; lra | reflexivity].
  - intros y z Hy Hz E. apply in_segment in Hy as (u & Hu & ->). apply in_segment in Hz as (v & Hv & ->).
    simpl in E. injection E as E. f_equal. destruct Hc; lra.
Qed.

(** Part 1 as printed fails: it is not true that every zonotope of m generators in R^n has at most
    C(m - 1, 0) + ... + C(m - 1, n - 1) vertices. The segment [-1, 1] has n = m = 1 and two vertices. *)
Theorem theorem_2_3_7_part_1_printed_refuted :
  ~ (forall (n m : nat) (b : list point),
       (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b ->
       exists v, vertices n b v /\ (length v <= list_sum (map (binomial (m - 1)) (seq 0 n)))%nat).
Proof.
  intros H. destruct (H 1%nat 1%nat [[1]]) as (v & [_ V] & L); try (simpl; auto with arith; fail).
  simpl in L.
  assert (In [1] v) by (apply V, end_of_segment; auto).
  assert (In [-1] v) by (apply V, end_of_segment; auto).
  destruct v as [|x [|y v]]; simpl in *; [contradiction| |lia].
  assert (E : [1] = [-1]) by intuition congruence. injection E. lra.
Qed.

(** The support function of the zonotope of b_1, ..., b_m in R^n is r -> |<r, b_1>| + ... + |<r, b_m>|. *)
Theorem theorem_2_3_7_part_3_printed :
  forall (n m : nat) (b : list point),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b ->
    is_support n b (fun r => total (map (fun v => Rabs (dot r v)) b)).
Proof. intros n m b _ _ _ H. exact (width_is_support n b H). Qed.
