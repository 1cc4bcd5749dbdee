(** Section 1.2 of Mukherjee 2020: the support function of a zonotope is not its gauge, but that of the polar body; and
    the gap between k^3 units in k^2 layers and k^k units in k layers, for functions that are to be approximated. *)

From Coq Require Import Reals List Arith Lia Lra.
From Marginalia.formal Require Import vectors networks zonotope vectors_facts zonotope_facts.
From Marginalia.formal Require Import piecewise piecewise_facts sawtooth sawtooth_facts triangles_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6 lemma_2_3_8 theorem_2_3_1 corollary_2_3_4.
Import ListNotations.
Open Scope R_scope.

(** ** Gauge and support function *)

(** g is the gauge of the set A in R^n: for t > 0, g r <= t if and only if r lies in t A. *)
Definition is_gauge (n : nat) (A : point -> Prop) (g : point -> R) : Prop :=
  forall r t, length r = n -> 0 < t -> (g r <= t <-> exists x, A x /\ r = scale t x).

(** The polar body of the set A in R^n: all y with <y, x> <= 1 for all x in A. *)
Definition polar (n : nat) (A : point -> Prop) (y : point) : Prop := length y = n /\ forall x, A x -> dot y x <= 1.

(** The support function of a zonotope need not be its gauge: for the square [-1, 1]^2 it is 2 at the point (1, 1), which
    lies in the square, so that the gauge is at most 1 there. *)
Theorem section_1_2_gauge_versus_support_printed_refuted :
  ~ (forall (n m : nat) (b : list point) (g : point -> R),
      (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
      is_gauge n (in_zonotope n b) g).
Proof.
  intros claimed. set (b := [[1; 0]; [0; 1]]).
  assert (plane : Forall (fun v => length v = 2%nat) b) by (unfold b; auto).
  pose proof (claimed 2%nat 2%nat b (width b) ltac:(lia) ltac:(lia) eq_refl plane (width_is_support 2 b plane)) as gauge.
  destruct (gauge [1; 1] 1 eq_refl Rlt_0_1) as [_ small].
  enough (width b [1; 1] <= 1) as low.
  { unfold width, b, total in low. simpl in low. rewrite !Rabs_pos_eq in low by lra. lra. }
  apply small. exists [1; 1]. split.
  - exists [1; 1]. split; [reflexivity | split; [repeat constructor; lra|]]. unfold b. simpl.
    repeat (apply (f_equal2 cons); [ring|]). reflexivity.
  - simpl. repeat (apply (f_equal2 cons); [ring|]). reflexivity.
Qed.

(** The support function of a zonotope, which some ReLU network computes, is the gauge of its polar body. *)
Theorem section_1_2_gauge_versus_support_repaired :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    (exists N, computes_number N n g) /\ is_gauge n (polar n (in_zonotope n b)) g.
Proof.
  intros n m b g Hn Hm Hb H support. split.
  - destruct (lemma_2_3_8_printed n m b g Hn Hm Hb H support) as (N & computed & _). now exists N.
  - intros r t long positive. destruct (support r long) as [(top & inside & high) below]. split.
    + intros small. exists (scale (/ t) r).
      split; [split; [now apply length_scale|]|].
      * intros x Hx. rewrite dot_scale_l. specialize (below x Hx).
        apply (Rmult_le_reg_l t); [exact positive|]. rewrite <- Rmult_assoc, Rinv_r; lra.
      * rewrite scale_scale, Rinv_r, scale_one by lra. reflexivity.
    + intros (y & [_ within] & ->). rewrite <- high, dot_scale_l. specialize (within top inside). nra.
Qed.
