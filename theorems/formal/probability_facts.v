(** Events that finitely many others generate, and Markov's inequality for the number of those that happen. *)

From Coq Require Import Reals List Lra Classical ClassicalDedekindReals.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import sums gaussian probability sums_facts.
Import ListNotations.
Open Scope R_scope.

Section Events.
Context {s : space}.
Implicit Types A B : outcome s -> Prop.

Lemma event_iff A B : (forall o, A o <-> B o) -> event A -> event B.
Proof. intros H E. now apply (event_same s A B). Qed.

Lemma Pr_iff A B : (forall o, A o <-> B o) -> event A -> Pr A = Pr B.
Proof. intros H E. symmetry. now apply (event_same s A B). Qed.

Lemma event_none : event (fun _ : outcome s => False).
Proof. apply (event_iff (fun _ => ~ True)); [tauto|]. apply event_not, event_all. Qed.

Lemma Pr_not A : event A -> Pr (fun o => ~ A o) = 1 - Pr A.
Proof.
  intros E. pose proof (Pr_split s _ A (event_all s) E) as H. rewrite Pr_all in H.
  rewrite <- (Pr_iff A (fun o => True /\ A o)) in H by (tauto || exact E).
  rewrite <- (Pr_iff (fun o => ~ A o) (fun o => True /\ ~ A o)) in H by (tauto || now apply event_not). lra.
Qed.

Lemma Pr_none A : (forall o, ~ A o) -> event A -> Pr A = 0.
Proof.
  intros none E. pose proof (Pr_not A E) as H.
  rewrite <- (Pr_iff (fun _ => True) (fun o => ~ A o)), Pr_all in H by (try apply event_all; firstorder). lra.
Qed.

Lemma Pr_le A B : event A -> event B -> (forall o, A o -> B o) -> Pr A <= Pr B.
Proof.
  intros EA EB H. rewrite (Pr_split s B A EB EA).
  rewrite <- (Pr_iff A (fun o => B o /\ A o)) by (firstorder || exact EA).
  pose proof (Pr_positive s _ (event_and s _ _ EB (event_not s _ EA))). lra.
Qed.

(** ** How many of some events happen *)

Definition indicator (P : Prop) : R := if sig_not_dec P then 1 else 0.

Lemma indicator_true (P : Prop) : P -> indicator P = 1.
Proof. intros H. unfold indicator. destruct (sig_not_dec P); tauto. Qed.

Lemma indicator_false (P : Prop) : ~ P -> indicator P = 0.
Proof. intros H. unfold indicator. destruct (sig_not_dec P); tauto. Qed.

Definition happening {I : Type} (E : I -> outcome s -> Prop) (is : list I) (o : outcome s) : R :=
  sum_over is (fun i => indicator (E i o)).

Lemma happening_cons {I : Type} (E : I -> outcome s -> Prop) i is o :
  happening E (i :: is) o = indicator (E i o) + happening E is o.
Proof. reflexivity. Qed.

(** Whatever is said about this number in an event is an event. *)
Lemma event_happening {I : Type} (E : I -> outcome s -> Prop) is (T : R -> Prop) B :
  (forall i, In i is -> event (E i)) -> event B -> event (fun o => B o /\ T (happening E is o)).
Proof.
  intros HE. revert T B. induction is as [|i is IH]; intros T B HB.
  - destruct (classic (T 0)) as [yes|no].
    + apply (event_iff B); [|exact HB]. intros o. unfold happening, sum_over. simpl. tauto.
    + apply (event_iff (fun _ => False)); [|apply event_none]. intros o. unfold happening, sum_over. simpl. tauto.
  - assert (Ei : event (E i)) by (apply HE; now left).
    assert (H : forall i, In i is -> event (E i)) by (intros; apply HE; now right).
    pose proof (IH H (fun t => T (1 + t)) _ (event_and s _ _ HB Ei)) as yes.
    pose proof (IH H T _ (event_and s _ _ HB (event_not s _ Ei))) as no.
    pose proof (event_not s _ (event_and s _ _ (event_not s _ yes) (event_not s _ no))) as either.
    eapply event_iff; [|exact either]. intros o. cbv beta. rewrite happening_cons.
    destruct (classic (E i o)) as [K|K].
    + rewrite indicator_true by exact K. tauto.
    + rewrite indicator_false, Rplus_0_l by exact K. tauto.
Qed.

(** Markov's inequality, in an event B. *)
Lemma markov_within {I : Type} (E : I -> outcome s -> Prop) is c B :
  (forall i, In i is -> event (E i)) -> event B ->
  c * Pr (fun o => B o /\ c <= happening E is o) <= sum_over is (fun i => Pr (fun o => B o /\ E i o)).
Proof.
  intros HE. revert c B. induction is as [|i is IH]; intros c B HB.
  - pose proof (event_happening E [] (fun t => c <= t) B HE HB) as ev. unfold happening, sum_over in *. simpl in *.
    destruct (Rle_dec c 0) as [neg|pos].
    + pose proof (Pr_positive s _ ev) as P. cbv beta in P. nra.
    + rewrite Pr_none; [lra|intros o [_ K]; lra|exact ev].
  - assert (Ei : event (E i)) by (apply HE; now left).
    assert (H : forall i, In i is -> event (E i)) by (intros; apply HE; now right).
    pose proof (event_and s _ _ HB Ei) as BE. pose proof (event_and s _ _ HB (event_not s _ Ei)) as BN.
    assert (whole : event (fun o => B o /\ c <= happening E (i :: is) o))
      by exact (event_happening E (i :: is) (fun t => c <= t) B HE HB).
    assert (up : event (fun o => (B o /\ E i o) /\ c - 1 <= happening E is o))
      by exact (event_happening E is (fun t => c - 1 <= t) _ H BE).
    assert (down : event (fun o => (B o /\ ~ E i o) /\ c <= happening E is o))
      by exact (event_happening E is (fun t => c <= t) _ H BN).
    rewrite (Pr_split s _ (E i) whole Ei).
    rewrite <- (Pr_iff (fun o => (B o /\ E i o) /\ c - 1 <= happening E is o)
      (fun o => (B o /\ c <= happening E (i :: is) o) /\ E i o)); [|intros o|exact up].
    2: { rewrite happening_cons. destruct (classic (E i o)) as [K|K]; [|tauto].
      rewrite indicator_true by exact K. split; intros L; repeat split; try tauto; lra. }
    rewrite <- (Pr_iff (fun o => (B o /\ ~ E i o) /\ c <= happening E is o)
      (fun o => (B o /\ c <= happening E (i :: is) o) /\ ~ E i o)); [|intros o|exact down].
    2: { rewrite happening_cons. destruct (classic (E i o)) as [K|K]; [tauto|].
      rewrite indicator_false by exact K. split; intros L; repeat split; try tauto; lra. }
    pose proof (IH H (c - 1) _ BE) as first. pose proof (IH H c _ BN) as second. cbv beta in first, second.
    change (sum_over (i :: is) ?F) with (F i + sum_over is F).
    assert (split : sum_over is (fun j => Pr (fun o => B o /\ E j o)) =
      sum_over is (fun j => Pr (fun o => (B o /\ E i o) /\ E j o)) +
      sum_over is (fun j => Pr (fun o => (B o /\ ~ E i o) /\ E j o))).
    { rewrite <- (Rmult_1_l (sum_over is (fun j => Pr (fun o => (B o /\ E i o) /\ E j o)))).
      rewrite <- (Rmult_1_l (sum_over is (fun j => Pr (fun o => (B o /\ ~ E i o) /\ E j o)))).
      rewrite <- sum_over_linear. apply sum_over_ext. intros j J. pose proof (event_and s _ _ HB (H j J)) as BJ.
      rewrite (Pr_split s _ (E i) BJ Ei), !Rmult_1_l. f_equal; apply Pr_iff.
      - tauto.
      - now apply event_and.
      - tauto.
      - now apply event_and, event_not. }
    pose proof (Pr_le _ _ up BE (fun o K => proj1 K)) as most. rewrite split. lra.
Qed.

(** Pr[at most c of them happen] >= 1 - delta if their probabilities add up to c delta, c > 0, at most. *)
Lemma few_happen {I : Type} (E : I -> outcome s -> Prop) is c delta :
  (forall i, In i is -> event (E i)) -> 0 < c -> sum_over is (fun i => Pr (E i)) <= c * delta ->
  Pr (fun o => happening E is o <= c) >= 1 - delta.
Proof.
  intros HE pos small. pose proof (markov_within E is c _ HE (event_all s)) as M. cbv beta in M.
  assert (many : event (fun o => True /\ c <= happening E is o))
    by exact (event_happening E is (fun t => c <= t) _ HE (event_all s)).
  assert (few : event (fun o => True /\ happening E is o <= c))
    by exact (event_happening E is (fun t => t <= c) _ HE (event_all s)).
  rewrite (sum_over_ext is (fun i => Pr (fun o => True /\ E i o)) (fun i => Pr (E i))) in M.
  2: { intros i I'. symmetry. apply Pr_iff; [tauto|now apply HE]. }
  rewrite <- (Pr_iff (fun o => True /\ happening E is o <= c) (fun o => happening E is o <= c)) by (tauto || exact few).
  pose proof (Pr_le _ _ (event_not s _ many) few) as L. rewrite Pr_not in L by exact many.
  specialize (L ltac:(intros o K; split; [trivial|apply Rnot_lt_le; intros N; apply K; split; [trivial|lra]])).
  assert (Pr (fun o => True /\ c <= happening E is o) <= delta) by nra. lra.
Qed.

(** ** Standard normal variables *)

(** A standard normal variable lies in [a, b), too, in an event, of at most the probability of [a, b]. *)
Lemma normal_half_open (X : outcome s -> R) a b : standard_normal X -> a <= b ->
  event (fun o => a <= X o < b) /\ Pr (fun o => a <= X o < b) <= RInt (normal_density 1) a b.
Proof.
  intros N L. destruct (N a b L) as [E P]. destruct (N b b (Rle_refl b)) as [Eb _].
  assert (H : event (fun o => a <= X o < b)).
  { eapply event_iff; [|exact (event_and s _ _ E (event_not s _ Eb))]. intros o. cbv beta. split; [|lra].
    intros [K K']. split; [lra|]. apply Rnot_le_lt. intros M. apply K'. lra. }
  split; [exact H|]. rewrite <- P. apply Pr_le; auto. intros o K. lra.
Qed.

End Events.
