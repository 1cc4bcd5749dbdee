(** Lemma 2.A.3 of Mukherjee 2020: the sum of two ReLU networks of equal depth. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks vectors_facts networks_facts.
Open Scope R_scope.

(** The first half of some numbers, added to the second half. *)
Definition halves_added (m : nat) : network := Network nil (linear (map (fun r => r ++ r) (identity m))).

Lemma from_to_halves_added m : from_to (m + m) m (halves_added m).
Proof.
  split; simpl.
  - apply reads_linear, Forall_map. eapply Forall_impl; [|apply identity_rows].
    simpl. intros r Hr. rewrite app_length, Hr. reflexivity.
  - rewrite length_linear, map_length. apply length_identity.
Qed.

Lemma evaluate_halves_added m x y : length x = m -> length y = m -> evaluate (halves_added m) (x ++ y) = add x y.
Proof.
  intros Hx Hy. unfold halves_added. rewrite evaluate_affine, affine_linear, map_map.
  rewrite <- (dot_identity m (add x y)) by (apply length_add; assumption).
  apply map_ext_in. intros r Hr. pose proof (proj1 (Forall_forall _ _) (identity_rows m) r Hr) as H. simpl in H.
  rewrite dot_app, dot_add_r; congruence.
Qed.

(** The sum of the networks M and N from R^n to R^m. *)
Definition sum_of (n m : nat) (M N : network) : network := compose n (halves_added m) (joined n M N).

Lemma computes_sum n m M N f g : length (hidden M) = length (hidden N) ->
  computes M n m f -> computes N n m g -> computes (sum_of n m M N) n m (fun x => add (f x) (g x)).
Proof.
  intros H HM HN. pose proof (computes_joined n m m M N f g H HM HN) as HJ. split.
  - exact (from_to_compose _ _ _ _ _ (proj1 HJ) (from_to_halves_added m)).
  - intros x Hx. unfold sum_of. rewrite (evaluate_compose n (m + m)) by exact (proj1 HJ).
    rewrite (proj2 HJ x Hx). apply evaluate_halves_added.
    + exact (length_computed _ _ _ _ x HM Hx).
    + exact (length_computed _ _ _ _ x HN Hx).
Qed.

Lemma layers_sum n m M N : length (hidden M) = length (hidden N) ->
  length (hidden (sum_of n m M N)) = length (hidden M).
Proof. intros H. unfold sum_of. rewrite layers_compose, layers_joined by exact H. reflexivity. Qed.

Lemma size_sum n m M N : length (hidden M) = length (hidden N) -> size (sum_of n m M N) = (size M + size N)%nat.
Proof. intros H. unfold sum_of. rewrite size_compose, size_joined by exact H. reflexivity. Qed.

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
