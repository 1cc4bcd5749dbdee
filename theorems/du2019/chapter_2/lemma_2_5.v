(** Lemma 2.5, the number of patterns that may flip: true, with C = sqrt(2/pi) < 1 where the text has a large one. *)

From Coq Require Import Reals List Lra Lia ClassicalDedekindReals.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors patterns vectors_facts sums gaussian gaussian_facts probability.
From Marginalia.formal Require Import probability_facts sums_facts.
From Marginalia.du2019.chapter_2 Require Import section_2_2_1.
Import ListNotations.
Open Scope R_scope.

(** The sum over i < n of |S_i|, where S_i has the neurons k < m with a pattern at the input x_i that may flip when
    their weights W_k move by at most r. *)
Definition unstable (d n m : nat) (x W : nat -> point) (r : R) : R :=
  sum_over (seq 0 n) (fun i => INR (number (seq 0 m) (fun k => may_flip d (x i) (W k) r))).

Definition pairs (n m : nat) : list (nat * nat) := flat_map (fun i => map (fun k => (i, k)) (seq 0 m)) (seq 0 n).

Lemma unstable_happening {s : space} d n m x (W : nat -> outcome s -> point) r o :
  unstable d n m x (fun k => W k o) r =
    happening (fun p o => may_flip d (x (fst p)) (W (snd p) o) r) (pairs n m) o.
Proof.
  unfold unstable, happening, pairs. rewrite sum_over_flat_map. apply sum_over_ext. intros i _. rewrite sum_over_map.
  unfold number. rewrite times_sum. apply sum_over_ext. intros k _. cbn [fst snd]. unfold indicator.
  now destruct (sig_not_dec (may_flip d (x i) (W k o) r)).
Qed.

Lemma in_pairs n m p : In p (pairs n m) -> (fst p < n)%nat /\ (snd p < m)%nat.
Proof.
  unfold pairs. rewrite in_flat_map. intros (i & I & H). apply in_map_iff in H as (k & <- & K).
  apply in_seq in I, K. simpl. lia.
Qed.

Lemma length_pairs n m : length (pairs n m) = (n * m)%nat.
Proof.
  unfold pairs. generalize 0%nat at 2. induction n as [|n IH]; intros a; [reflexivity|]. simpl.
  now rewrite app_length, map_length, seq_length, IH.
Qed.

(** Nothing flips where nothing moves. *)
Lemma no_motion d x w : length w = d -> ~ may_flip d x w 0.
Proof.
  intros Lw (v & Lv & near & flips). apply flips.
  assert (Z : norm (sub v w) = 0) by (pose proof (norm_nonneg (sub v w)); lra).
  apply norm_zero in Z. assert (D : dot x (sub v w) = 0) by (rewrite Z; apply dot_origin_r).
  rewrite dot_sub_r in D by congruence. assert (dot x v = dot x w) as -> by lra. tauto.
Qed.

(** That a pattern may flip is an event, of at most the probability of [-r, r]. *)
Lemma flip_event {s : space} d x (W : outcome s -> point) r :
  length x = d -> norm x = 1 -> standard_gaussian d W -> 0 <= r ->
  event (fun o => may_flip d x (W o) r) /\ Pr (fun o => may_flip d x (W o) r) <= normal_within 1 r.
Proof.
  intros Lx one [LW normal] [pos|<-].
  - destruct (normal_half_open _ (- r) r (normal x Lx one) ltac:(lra)) as [E P].
    assert (same : forall o, - r <= dot x (W o) < r <-> may_flip d x (W o) r).
    { intros o. rewrite section_2_2_1_pattern_flip_event_sharpened by auto. rewrite one, Rmult_1_r. tauto. }
    split; [now apply (event_iff _ _ same)|]. now rewrite <- (Pr_iff _ _ same E).
  - assert (never : forall o, False <-> may_flip d x (W o) 0).
    { intros o. split; [tauto|]. now apply no_motion. }
    pose proof (event_none (s := s)) as E. split; [now apply (event_iff _ _ never)|].
    rewrite <- (Pr_iff _ _ never E), Pr_none by tauto || exact E. unfold normal_within.
    rewrite Ropp_0, RInt_point. apply Rle_refl.
Qed.

(** With probability at least 1 - delta over Gaussian weights, at most sqrt(2/pi) m n r / delta patterns may flip. *)
Theorem lemma_2_5_sharpened :
  forall (s : space) d n m (x : nat -> point) (W : nat -> outcome s -> point) r delta,
    (1 <= d)%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
    (forall i, (i < n)%nat -> length (x i) = d /\ norm (x i) = 1) ->
    (forall k, (k < m)%nat -> standard_gaussian d (W k)) ->
    0 <= r -> 0 < delta < 1 ->
    event (fun o => unstable d n m x (fun k => W k o) r <= sqrt (2 / PI) * INR m * INR n * r / delta) /\
    Pr (fun o => unstable d n m x (fun k => W k o) r <= sqrt (2 / PI) * INR m * INR n * r / delta) >= 1 - delta.
Proof.
  intros s d n m x W r delta _ some many unit gauss R0 risk.
  set (E := fun (p : nat * nat) o => may_flip d (x (fst p)) (W (snd p) o) r).
  set (bound := sqrt (2 / PI) * INR m * INR n * r / delta).
  assert (each : forall p, In p (pairs n m) -> event (E p) /\ Pr (E p) <= normal_within 1 r).
  { intros p I. apply in_pairs in I as [I K]. destruct (unit (fst p) I) as [L one].
    exact (flip_event d _ _ r L one (gauss (snd p) K) R0). }
  assert (same : forall o,
    (True /\ happening E (pairs n m) o <= bound) <-> unstable d n m x (fun k => W k o) r <= bound).
  { intros o. rewrite unstable_happening. tauto. }
  assert (ev : event (fun o => True /\ happening E (pairs n m) o <= bound)).
  { apply (event_happening E (pairs n m) (fun t => t <= bound) (fun _ => True)); [apply each|apply event_all]. }
  split; [exact (event_iff _ _ same ev)|]. rewrite <- (Pr_iff _ _ same ev).
  assert (most : sum_over (pairs n m) (fun p => Pr (E p)) <= INR n * INR m * normal_within 1 r).
  { eapply Rle_trans; [apply sum_over_le; intros p I; apply each, I|].
    rewrite sum_over_constant, length_pairs, mult_INR. apply Rle_refl. }
  assert (strict : Pr (fun o => happening E (pairs n m) o <= bound) >= 1 - delta).
  { destruct R0 as [pos|<-].
    - apply few_happen; [apply each| |].
      + unfold bound. pose proof PI_RGT_0. assert (0 < sqrt (2 / PI)) by (apply sqrt_lt_R0, Rdiv_lt_0_compat; lra).
        pose proof (lt_0_INR n ltac:(lia)). pose proof (lt_0_INR m ltac:(lia)).
        repeat (apply Rdiv_lt_0_compat || apply Rmult_lt_0_compat); lra.
      + eapply Rle_trans; [exact most|]. unfold bound.
        replace (sqrt (2 / PI) * INR m * INR n * r / delta * delta) with (INR n * INR m * (sqrt (2 / PI) * (r / 1)))
          by (field; lra).
        apply Rmult_le_compat_l; [apply Rmult_le_pos; apply pos_INR|]. left. apply normal_within_below; lra.
    - rewrite <- (Pr_iff (fun _ => True)), Pr_all; [lra| |apply event_all]. intros o. split; [intros _|trivial].
      unfold bound, happening. rewrite (sum_over_ext _ _ (fun _ => 0)).
      + rewrite sum_over_constant. right. field. lra.
      + intros p I. apply in_pairs in I as [_ K]. apply indicator_false, no_motion, (gauss (snd p) K). }
  rewrite (Pr_iff _ (fun o => happening E (pairs n m) o <= bound)); [exact strict|tauto|exact ev].
Qed.

(** For some constant C > 0 and all m standard Gaussian weights, n unit vectors, r >= 0 and 0 < delta < 1: with
    probability at least 1 - delta, at most C m n r / delta of the patterns may flip when the weights move by at most
    r. *)
Theorem lemma_2_5_printed :
  exists C, C > 0 /\
    forall (s : space) d n m (x : nat -> point) (W : nat -> outcome s -> point) r delta,
      (1 <= d)%nat -> (1 <= n)%nat -> (1 <= m)%nat ->
      (forall i, (i < n)%nat -> length (x i) = d /\ norm (x i) = 1) ->
      (forall k, (k < m)%nat -> standard_gaussian d (W k)) ->
      0 <= r -> 0 < delta < 1 ->
      event (fun o => unstable d n m x (fun k => W k o) r <= C * INR m * INR n * r / delta) /\
      Pr (fun o => unstable d n m x (fun k => W k o) r <= C * INR m * INR n * r / delta) >= 1 - delta.
Proof.
  exists (sqrt (2 / PI)). split; [|exact lemma_2_5_sharpened].
  pose proof PI_RGT_0. apply sqrt_lt_R0, Rdiv_lt_0_compat; lra.
Qed.
