(** Facts about probabilities on a finite list of outcomes with weights. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors chance distributions sums sums_facts.
Import ListNotations.
Open Scope R_scope.

Lemma at_most_cases : forall r s, (r <= s /\ at_most r s = true) \/ (s < r /\ at_most r s = false).
Proof. intros r s. unfold at_most. destruct (Rle_dec r s); [left | right]; split; auto; lra. Qed.

(** With equal weights these are the chances and expectations of a uniform choice. *)
Lemma uniform_distribution : forall {A : Type} (outcomes : list A), outcomes <> [] ->
  is_distribution outcomes (fun _ => / INR (length outcomes)) /\
  (forall e, probability outcomes (fun _ => / INR (length outcomes)) e = chance outcomes e) /\
  (forall X, mean outcomes (fun _ => / INR (length outcomes)) X = expectation outcomes X).
Proof.
  intros A outcomes some. assert (P : 0 < INR (length outcomes)).
  { apply lt_0_INR. destruct outcomes; [contradiction | simpl; lia]. }
  split; [split|split].
  - apply Forall_forall. intros r _. left. now apply Rinv_0_lt_compat.
  - fold (sum_over outcomes (fun _ => / INR (length outcomes))). rewrite sum_over_constant. field. lra.
  - intros e. unfold chance. rewrite times_sum. unfold Rdiv. rewrite Rmult_comm, <- sum_over_scaled.
    unfold probability. apply (sum_over_ext outcomes). intros r _. destruct (e r); ring.
  - intros X. unfold mean, expectation, Rdiv. rewrite Rmult_comm. exact (sum_over_scaled outcomes _ X).
Qed.

Lemma mean_linear : forall {A : Type} (outcomes : list A) q a b X Y,
  mean outcomes q (fun r => a * X r + b * Y r) = a * mean outcomes q X + b * mean outcomes q Y.
Proof.
  intros A outcomes q a b X Y. unfold mean.
  pose proof (sum_over_linear outcomes a b (fun r => q r * X r) (fun r => q r * Y r)) as H.
  unfold sum_over in H. rewrite <- H. f_equal. apply map_ext. intros r. ring.
Qed.

Lemma mean_le : forall {A : Type} (outcomes : list A) q X Y, is_distribution outcomes q ->
  (forall r, In r outcomes -> X r <= Y r) -> mean outcomes q X <= mean outcomes q Y.
Proof.
  intros A outcomes q X Y [positive _] H. rewrite Forall_forall in positive. apply (sum_over_le outcomes). intros r Hr.
  apply Rmult_le_compat_l; auto.
Qed.

Lemma mean_constant : forall {A : Type} (outcomes : list A) q a, is_distribution outcomes q ->
  mean outcomes q (fun _ => a) = a.
Proof.
  intros A outcomes q a [_ one]. unfold mean. transitivity (a * total (map q outcomes)); [|rewrite one; ring].
  pose proof (sum_over_scaled outcomes a q) as H. unfold sum_over in H. rewrite <- H. f_equal. apply map_ext.
  intros r. ring.
Qed.

Lemma probability_mean : forall {A : Type} (outcomes : list A) q e,
  probability outcomes q e = mean outcomes q (fun r => if e r then 1 else 0).
Proof. intros A outcomes q e. unfold probability, mean. f_equal. apply map_ext. intros r. destruct (e r); ring. Qed.

Lemma probability_split : forall {A : Type} (outcomes : list A) q e g,
  probability outcomes q e
    = probability outcomes q (fun r => e r && g r) + probability outcomes q (fun r => e r && negb (g r)).
Proof.
  intros A outcomes q e g. rewrite !probability_mean.
  pose proof (mean_linear outcomes q 1 1 (fun r => if e r && g r then 1 else 0)
    (fun r => if e r && negb (g r) then 1 else 0)) as H.
  rewrite !Rmult_1_l in H. rewrite <- H. unfold mean. f_equal. apply map_ext. intros r.
  destruct (e r), (g r); simpl; ring.
Qed.

Lemma probability_le : forall {A : Type} (outcomes : list A) q e g, is_distribution outcomes q ->
  (forall r, In r outcomes -> e r = true -> g r = true) -> probability outcomes q e <= probability outcomes q g.
Proof.
  intros A outcomes q e g distribution H. rewrite !probability_mean. apply mean_le; [exact distribution|].
  intros r Hr. specialize (H r Hr). destruct (e r), (g r); [lra | now discriminate H | lra | lra].
Qed.

Lemma probability_certain : forall {A : Type} (outcomes : list A) q e, is_distribution outcomes q ->
  (forall r, e r = true) -> probability outcomes q e = 1.
Proof.
  intros A outcomes q e [_ one] H. rewrite <- one. unfold probability. f_equal. apply map_ext. intros r. now rewrite H.
Qed.

Lemma probability_range : forall {A : Type} (outcomes : list A) q e, is_distribution outcomes q ->
  0 <= probability outcomes q e <= 1.
Proof.
  intros A outcomes q e distribution. pose proof (mean_constant outcomes q 0 distribution) as none.
  pose proof (probability_certain outcomes q (fun _ => true) distribution (fun _ => eq_refl)) as all. split.
  - rewrite probability_mean. apply Rle_trans with (mean outcomes q (fun _ => 0)); [lra|].
    apply mean_le; [exact distribution|]. intros r _. destruct (e r); lra.
  - apply Rle_trans with (probability outcomes q (fun _ => true)); [|lra]. now apply probability_le.
Qed.
