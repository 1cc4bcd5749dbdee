(** Equation (2.12) of Mukherjee 2020: Markov's inequality for the gates that a random restriction does not force. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors chance distributions.
From Marginalia.formal Require Import sums distributions_facts chance_facts sums_facts.
Import ListNotations.
Open Scope R_scope.

(** How many of the gates 0, ..., w - 1 the restriction r does not force, if survives r says which. *)
Definition survivors {A : Type} (w : nat) (survives : A -> nat -> bool) (r : A) : R :=
  INR (times (seq 0 w) (survives r)).

Lemma expected_survivors : forall (A : Type) (outcomes : list A) q w survives eta,
  (forall j, (j < w)%nat -> probability outcomes q (fun r => survives r j) <= 1 - eta) ->
  mean outcomes q (survivors w survives) <= INR w * (1 - eta).
Proof.
  intros A outcomes q w survives eta H.
  apply Rle_trans with (sum_over (seq 0 w) (fun j => probability outcomes q (fun r => survives r j))).
  - apply Req_le. unfold probability. fold (@sum_over A).
    transitivity (sum_over (seq 0 w) (fun j => sum_over outcomes (fun r => if survives r j then q r else 0)));
      [|reflexivity].
    rewrite sum_over_swap. apply (sum_over_ext outcomes). intros r _. unfold survivors.
    rewrite times_sum, <- sum_over_scaled.
    apply sum_over_ext. intros j _. destruct (survives r j); ring.
  - pose proof (sum_over_constant (seq 0 w) (1 - eta)) as E. rewrite seq_length in E. rewrite <- E. apply sum_over_le.
    intros j Hj. apply in_seq in Hj. apply H. lia.
Qed.

Lemma markov : forall (A : Type) (outcomes : list A) q X s, is_distribution outcomes q -> 0 < s ->
  (forall r, 0 <= X r) -> probability outcomes q (fun r => at_most s (X r)) <= mean outcomes q X / s.
Proof.
  intros A outcomes q X s distribution Hs positive. apply Rmult_le_reg_l with s; [exact Hs|].
  replace (s * (mean outcomes q X / s)) with (mean outcomes q X) by (field; lra). rewrite probability_mean.
  replace (s * mean outcomes q (fun r => if at_most s (X r) then 1 else 0))
    with (mean outcomes q (fun r => s * (if at_most s (X r) then 1 else 0) + 0 * 0)) by (rewrite mean_linear; ring).
  apply mean_le; [exact distribution|]. intros r _. pose proof (positive r).
  destruct (at_most_cases s (X r)) as [[? ->] | [? ->]]; lra.
Qed.

(** Either X <= s or, since it does not take values between, X >= t. *)
Lemma few_or_many : forall (A : Type) (outcomes : list A) q X s t, is_distribution outcomes q ->
  (forall r, s < X r -> t <= X r) ->
  1 - probability outcomes q (fun r => at_most t (X r)) <= probability outcomes q (fun r => at_most (X r) s).
Proof.
  intros A outcomes q X s t distribution step. rewrite !probability_mean.
  pose proof (mean_constant outcomes q 1 distribution) as one.
  set (many := fun r => if at_most t (X r) then 1 else 0). set (few := fun r => if at_most (X r) s then 1 else 0).
  enough (mean outcomes q (fun _ => 1) <= mean outcomes q (fun r => 1 * few r + 1 * many r))
    by (rewrite mean_linear in H; lra).
  apply mean_le; [exact distribution|]. intros r _. unfold few, many. specialize (step r).
  destruct (at_most_cases t (X r)) as [[? ->] | [? ->]], (at_most_cases (X r) s) as [[? ->] | [? ->]]; lra.
Qed.

(** Draw a restriction at random. If each of w gates stays unforced with probability at most 1 - eta, the expected
    number of them is at most w (1 - eta); with Markov's inequality, the probabilities of more than s, of at least s,
    and of at most s are bounded. *)
Theorem equation_2_12_printed :
  forall (A : Type) (restrictions : list A) (q : A -> R) (w : nat) (survives : A -> nat -> bool) (eta s : R),
    is_distribution restrictions q -> (1 <= w)%nat -> 0 < s ->
    (forall j, (j < w)%nat -> probability restrictions q (fun rho => survives rho j) <= 1 - eta) ->
    mean restrictions q (survivors w survives) <= INR w * (1 - eta) /\
    probability restrictions q (fun rho => negb (at_most (survivors w survives rho) s))
      <= mean restrictions q (survivors w survives) / s /\
    probability restrictions q (fun rho => at_most s (survivors w survives rho)) <= INR w * (1 - eta) / s /\
    1 - INR w * (1 - eta) / s <= probability restrictions q (fun rho => at_most (survivors w survives rho) s).
Proof.
  intros A restrictions q w survives eta s distribution _ Hs rare.
  pose proof (expected_survivors A restrictions q w survives eta rare) as E.
  pose proof (markov A restrictions q (survivors w survives) s distribution Hs (fun r => pos_INR _)) as M.
  assert (M' : mean restrictions q (survivors w survives) / s <= INR w * (1 - eta) / s)
    by (apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat | exact E]).
  pose proof (few_or_many A restrictions q (survivors w survives) s s distribution (fun r => Rlt_le _ _)) as F.
  split; [exact E|]. split; [|split; lra].
  apply Rle_trans with (2 := M). rewrite !probability_mean. apply mean_le; [exact distribution|]. intros r _.
  destruct (at_most_cases s (survivors w survives r)) as [[? ->] | [? ->]],
    (at_most_cases (survivors w survives r) s) as [[? ->] | [? ->]]; simpl; lra.
Qed.

(** The number is an integer, so that s may be replaced by floor(s) + 1, for s >= 0; this is attained for s = w - 1. *)
Theorem equation_2_12_sharpened :
  (forall (A : Type) (restrictions : list A) (q : A -> R) (w : nat) (survives : A -> nat -> bool) (eta s : R),
    is_distribution restrictions q -> (1 <= w)%nat -> 0 <= s ->
    (forall j, (j < w)%nat -> probability restrictions q (fun rho => survives rho j) <= 1 - eta) ->
    1 - INR w * (1 - eta) / (IZR (Int_part s) + 1)
      <= probability restrictions q (fun rho => at_most (survivors w survives rho) s)) /\
  (forall (eta : R) (w : nat), 0 <= eta <= 1 -> (1 <= w)%nat ->
    exists (restrictions : list nat) (q : nat -> R) (survives : nat -> nat -> bool),
      is_distribution restrictions q /\
      (forall j, (j < w)%nat -> probability restrictions q (fun rho => survives rho j) <= 1 - eta) /\
      probability restrictions q (fun rho => at_most (survivors w survives rho) (INR w - 1)) = eta).
Proof.
  split.
  - intros A restrictions q w survives eta s distribution _ Hs rare.
    destruct (base_Int_part s) as [low high]. assert (Ht : 0 < IZR (Int_part s) + 1) by lra.
    pose proof (expected_survivors A restrictions q w survives eta rare) as E.
    pose proof (markov A restrictions q (survivors w survives) _ distribution Ht (fun r => pos_INR _)) as M.
    assert (M' : mean restrictions q (survivors w survives) / (IZR (Int_part s) + 1)
      <= INR w * (1 - eta) / (IZR (Int_part s) + 1))
      by (apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat | exact E]).
    pose proof (few_or_many A restrictions q (survivors w survives) s (IZR (Int_part s) + 1) distribution) as F.
    enough (H : forall r, s < survivors w survives r -> IZR (Int_part s) + 1 <= survivors w survives r)
      by (specialize (F H); lra).
    intros r Hr. unfold survivors in *. rewrite INR_IZR_INZ in *. rewrite <- plus_IZR. apply IZR_le.
    apply Zlt_le_succ, lt_IZR. lra.
  - intros eta w Heta Hw. exists [0; 1]%nat, (fun r => if (r =? 0)%nat then 1 - eta else eta), (fun r _ => r =? 0)%nat.
    assert (all : survivors w (fun r _ => r =? 0)%nat 0%nat = INR w).
    { unfold survivors. rewrite times_all by reflexivity. now rewrite seq_length. }
    assert (none : survivors w (fun r _ => r =? 0)%nat 1%nat = 0).
    { unfold survivors. rewrite times_none by reflexivity. reflexivity. }
    apply le_INR in Hw. simpl in Hw. split; [|split].
    + split; [|unfold total; simpl; lra]. apply Forall_forall. intros r _. destruct (r =? 0)%nat; lra.
    + intros j _. unfold probability, total. simpl. lra.
    + unfold probability, total. cbn [map fold_right]. rewrite all, none.
      destruct (at_most_cases (INR w) (INR w - 1)) as [[? _] | [_ ->]]; [lra|].
      destruct (at_most_cases 0 (INR w - 1)) as [[_ ->] | [? _]]; [|lra]. simpl. lra.
Qed.
