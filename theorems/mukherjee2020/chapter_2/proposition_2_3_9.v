(** Proposition 2.3.9 of Mukherjee 2020, compositions of sawtooths with the support function of a zonotope: networks of
    the claimed depth and size compute them. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors networks zonotope sawtooth vectors_facts networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_3_2 lemma_2_3_8.
Import ListNotations.
Open Scope R_scope.

(** ** Size and depth *)

Lemma widths_compose d M N : widths (compose d M N) = widths N ++ widths M.
Proof.
  unfold compose, widths. destruct (hidden M) as [|B rest]; simpl; [now rewrite app_nil_r|].
  rewrite map_app. simpl. now rewrite length_after.
Qed.

(** One hidden layer for the support function, and k of width w for the sawtooths. *)
Lemma composed_network M w k a h n g s N :
  0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
  (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
  computes_number N n g -> depth N = 2%nat -> size N = s ->
  exists N', computes_number N' n (fun r => composition h k (g r)) /\
    depth N' = (k + 2)%nat /\ widths N' = s :: repeat w k /\ size N' = (s + w * k)%nat.
Proof.
  intros positive two some given computed deep large.
  destruct (theorem_2_3_2_width_printed M w k a h positive two some given) as (T & teeth & wide & high & sum).
  apply computes_on_line_number in teeth. exists (compose n T N). split; [|split; [|split]].
  - now apply (computes_compose n 1 1 T N (fun r => [g r]) (fun x => [composition h k (hd 0 x)])).
  - unfold depth in *. rewrite layers_compose. lia.
  - rewrite widths_compose, wide. unfold depth, size in *. unfold widths in *.
    destruct (hidden N) as [|A [|]]; simpl in *; try discriminate. rewrite Nat.add_0_r in large. now subst s.
  - rewrite size_compose. lia.
Qed.

(** For all generators in R^n and all sawtooths with w - 1 nodes the composition H o gamma_Z is computed by a network of
    depth k + 2, with k + 1 hidden layers of 2 m, w, ..., w units, so of size 2 m + w k. *)
Theorem proposition_2_3_9_size_printed :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) (n m : nat) (b : list point) (g : point -> R),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    exists N : network,
      computes_number N n (fun r => composition h k (g r)) /\
      depth N = (k + 2)%nat /\ widths N = (2 * m)%nat :: repeat w k /\ size N = (2 * m + w * k)%nat.
Proof.
  intros M w k a h n m b g positive two some given Hn Hm Hb H G.
  destruct (lemma_2_3_8_printed n m b g Hn Hm Hb H G) as (N & computed & deep & large).
  now apply (composed_network M w k a h n g (2 * m) N).
Qed.

(** In fact m + 2 units do for the first layer. *)
Theorem proposition_2_3_9_size_sharpened :
  forall (M : R) (w k : nat) (a : nat -> nat -> R) (h : nat -> R -> R) (n m : nat) (b : list point) (g : point -> R),
    0 < M -> (2 <= w)%nat -> (1 <= k)%nat ->
    (forall j, (1 <= j <= k)%nat -> in_simplex M (w - 1) (a j) /\ is_sawtooth M (w - 1) (a j) (h j)) ->
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    exists N : network,
      computes_number N n (fun r => composition h k (g r)) /\
      depth N = (k + 2)%nat /\ widths N = (m + 2)%nat :: repeat w k /\ size N = (m + 2 + w * k)%nat.
Proof.
  intros M w k a h n m b g positive two some given Hn Hm Hb H G.
  destruct (lemma_2_3_8_improved_printed n m b g Hn Hm Hb H G) as (N & computed & deep & large).
  now apply (composed_network M w k a h n g (m + 2) N).
Qed.
