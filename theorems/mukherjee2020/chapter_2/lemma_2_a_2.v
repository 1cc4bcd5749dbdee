(** Lemma 2.A.2 of Mukherjee 2020: the composition of two ReLU networks. *)

From Coq Require Import Reals Lia.
From Marginalia.formal Require Import vectors networks networks_facts.
Open Scope R_scope.

(** If a network of depth k1 + 1 and size s1 computes f1: R^d -> R^m, and one of depth k2 + 1 and size s2 computes
    f2: R^m -> R^n, then one of depth k1 + k2 + 1 and size s1 + s2 computes f2 o f1. *)
Theorem lemma_2_a_2_printed :
  forall (d m n k1 k2 s1 s2 : nat) (f1 f2 : point -> point),
    (1 <= d)%nat -> (1 <= m)%nat -> (1 <= n)%nat -> (1 <= k1)%nat -> (1 <= k2)%nat ->
    (exists N, computes N d m f1 /\ depth N = (k1 + 1)%nat /\ size N = s1) ->
    (exists N, computes N m n f2 /\ depth N = (k2 + 1)%nat /\ size N = s2) ->
    exists N, computes N d n (fun x => f2 (f1 x)) /\ depth N = (k1 + k2 + 1)%nat /\ size N = (s1 + s2)%nat.
Proof.
  intros d m n k1 k2 s1 s2 f1 f2 _ _ _ _ _ (N & HN & HkN & HsN) (M & HM & HkM & HsM).
  exists (compose d M N). split; [|split].
  - exact (computes_compose d m n M N f1 f2 HN HM).
  - unfold depth in *. rewrite layers_compose. lia.
  - rewrite size_compose. lia.
Qed.
