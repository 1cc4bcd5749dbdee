(** Lemma 2.A.3 of Mukherjee 2020: the sum of two ReLU networks of equal depth. *)

From Coq Require Import Reals Lia.
From Marginalia.formal Require Import vectors networks maximum_networks_facts.
Open Scope R_scope.

(** If networks of the same depth k + 1 and of sizes s1 and s2 compute f1 and f2, from R^n to R^m, then one of depth
    k + 1 and size s1 + s2 computes f1 + f2. *)
Theorem lemma_2_a_3_printed :
  forall (n m k s1 s2 : nat) (f1 f2 : point -> point),
    (1 <= n)%nat -> (1 <= m)%nat -> (1 <= k)%nat ->
    (exists N, computes N n m f1 /\ depth N = (k + 1)%nat /\ size N = s1) ->
    (exists N, computes N n m f2 /\ depth N = (k + 1)%nat /\ size N = s2) ->
    exists N, computes N n m (fun x => add (f1 x) (f2 x)) /\ depth N = (k + 1)%nat /\ size N = (s1 + s2)%nat.
Proof.
  intros n m k s1 s2 f1 f2 _ _ _ (M & HM & HkM & HsM) (N & HN & HkN & HsN).
  unfold depth in *. assert (H : length (hidden M) = length (hidden N)) by lia.
  exists (sum_of n m M N). split; [|split].
  - exact (computes_sum n m M N f1 f2 H HM HN).
  - rewrite layers_sum by exact H. exact HkM.
  - rewrite size_sum by exact H. lia.
Qed.
