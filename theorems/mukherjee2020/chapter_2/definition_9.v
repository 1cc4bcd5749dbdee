(** Definition 9, reliable agnostic learning: it makes sense with an infimum, which is a minimum for finitely many
    concepts; and it asks for certainty, which no learner of two constants has. On distributions with finitely many
    outcomes. *)

From Coq Require Import Reals List Lra Bool Classical.
From Marginalia.formal Require Import vectors distributions training distributions_facts numbers_facts.
Import ListNotations.
Open Scope R_scope.

(** Examples of X x [0, 1], and their probabilities. *)
Definition labelled {X : Type} (examples : list (X * R)) (q : X * R -> R) : Prop :=
  is_distribution examples q /\ Forall (fun e => 0 <= snd e <= 1) examples.

(** L_(=0)(h): the probability that h(x) is not 0 and y = 0. *)
Definition false_positives {X : Type} (examples : list (X * R)) (q : X * R -> R) (h : X -> R) : R :=
  probability examples q (fun e =>
    (if Req_EM_T (h (fst e)) 0 then false else true) && (if Req_EM_T (snd e) 0 then true else false)).

(** L_(>0)(h): the expectation of l(h(x), y) where y > 0, and 0 elsewhere. *)
Definition positive_loss {X : Type} (l : R -> R -> R) (examples : list (X * R)) (q : X * R -> R) (h : X -> R) : R :=
  mean examples q (fun e => l (h (fst e)) (snd e) * (if Rlt_dec 0 (snd e) then 1 else 0)).

(** c is in the class, has no false positives, and has, up to eps, the least loss L_(>0) of those. *)
Definition is_best {X : Type} (l : R -> R -> R) (examples : list (X * R)) (q : X * R -> R) (class : (X -> R) -> Prop)
  (eps : R) (c : X -> R) : Prop :=
  class c /\ false_positives examples q c = 0 /\
  forall c', class c' -> false_positives examples q c' = 0 ->
    positive_loss l examples q c <= positive_loss l examples q c' + eps.

(** The minimum is read as an infimum: of the concepts without false positives, if there is one, some have the least
    L_(>0) up to any eps > 0. (A minimum need not exist: take the constants 1 - 1/k and an example with label 1.) *)
Theorem definition_9_printed :
  forall (X : Type) (examples : list (X * R)) q (class : (X -> R) -> Prop) l,
    labelled examples q -> (forall c, class c -> forall x, 0 <= c x <= 1) -> (forall z y, 0 <= l z y) ->
    (exists c, class c /\ false_positives examples q c = 0) ->
    forall eps, 0 < eps -> exists c, is_best l examples q class eps c.
Proof.
  intros X examples q class l [distribution _] _ positive (c0 & in_class & clean) eps some.
  assert (least : forall c, 0 <= positive_loss l examples q c).
  { intros c. rewrite <- (mean_constant examples q 0 distribution). apply (mean_le examples q _ _ distribution).
    intros e _. apply Rmult_le_pos; [apply positive|]. destruct (Rlt_dec 0 (snd e)); lra. }
  apply NNPP. intros none.
  assert (better : forall m, exists c, class c /\ false_positives examples q c = 0 /\
    positive_loss l examples q c <= positive_loss l examples q c0 - INR m * eps).
  { induction m as [|m (c & I & C & B)]; [exists c0; simpl; repeat split; auto; lra|]. apply NNPP. intros stuck.
    apply none. exists c. repeat split; auto. intros c' I' C'. apply Rnot_lt_le. intros worse. apply stuck.
    exists c'. rewrite S_INR. repeat split; auto. lra. }
  set (r := positive_loss l examples q c0 / eps). destruct (naturals_unbounded r) as [m above].
  assert (E : positive_loss l examples q c0 = r * eps) by (unfold r; field; lra).
  destruct (better m) as (c & _ & _ & B). specialize (least c).
  assert (0 < (INR m - r) * eps) by (apply Rmult_lt_0_compat; lra). lra.
Qed.

(** Finitely many concepts, of which one is 0 everywhere: one of them is best. *)
Theorem definition_9_sharpened :
  forall (X : Type) (examples : list (X * R)) q (concepts : list (X -> R)) l,
    labelled examples q -> (exists c, In c concepts /\ forall x, c x = 0) ->
    exists c, is_best l examples q (fun c => In c concepts) 0 c.
Proof.
  intros X examples q concepts l _ (zero & inside & everywhere).
  assert (clean : false_positives examples q zero = 0).
  { unfold false_positives, probability. induction examples as [|e es IH]; [reflexivity|]. simpl.
    rewrite everywhere. destruct (Req_EM_T 0 0); [|easy]. simpl. unfold total in *. rewrite IH. ring. }
  clear everywhere.
  enough (best : forall cs, (exists c, In c cs /\ false_positives examples q c = 0) ->
    exists c, is_best l examples q (fun c => In c cs) 0 c) by (apply best; exists zero; auto).
  clear zero inside clean concepts. induction cs as [|c cs IH]; intros (c0 & I & clean); [destruct I|].
  destruct (classic (exists c, In c cs /\ false_positives examples q c = 0)) as [some|none].
  - destruct (IH some) as (b & Ib & good & least).
    destruct (Req_EM_T (false_positives examples q c) 0) as [yes|no].
    + destruct (Rle_dec (positive_loss l examples q c) (positive_loss l examples q b)) as [first|later].
      * exists c. split; [now left|]. split; [exact yes|]. intros c' [<-|I'] good'; [lra|].
        specialize (least c' I' good'). lra.
      * exists b. split; [now right|]. split; [exact good|]. intros c' [<-|I'] good'; [lra|]. now apply least.
    + exists b. split; [now right|]. split; [exact good|]. intros c' [<-|I'] good'; [contradiction|]. now apply least.
  - destruct I as [->|I]; [|exfalso; apply none; eauto].
    exists c0. split; [now left|]. split; [exact clean|]. intros c' [<-|I'] good'; [lra|exfalso; apply none; eauto].
Qed.

(** Labels 0 and 1 of a single point, with the probabilities p and 1 - p. *)
Definition two_labels : list (unit * R) := [(tt, 0); (tt, 1)].
Definition weights (p : R) (e : unit * R) : R := if Req_EM_T (snd e) 0 then p else 1 - p.

(** As the definition asks of h, for an error eps and the class of the constants 0 and 1. *)
Definition good_answer (p eps h : R) : Prop :=
  false_positives two_labels (weights p) (fun _ => h) <= eps /\
  forall c, c = 0 \/ c = 1 -> false_positives two_labels (weights p) (fun _ => c) = 0 ->
    positive_loss squared two_labels (weights p) (fun _ => h) <=
      eps + positive_loss squared two_labels (weights p) (fun _ => c).

Lemma two_false_positives p h :
  false_positives two_labels (weights p) (fun _ => h) = if Req_EM_T h 0 then 0 else p.
Proof.
  unfold false_positives, probability, two_labels, weights, total. cbn [map fst snd fold_right].
  destruct (Req_EM_T h 0), (Req_EM_T 0 0), (Req_EM_T 1 0); simpl; try lra.
Qed.

Lemma two_positive_loss p h : positive_loss squared two_labels (weights p) (fun _ => h) = (1 - p) * (h - 1) ^ 2.
Proof.
  unfold positive_loss, mean, squared, two_labels, weights, total. cbn [map fst snd fold_right].
  destruct (Rlt_dec 0 0), (Rlt_dec 0 1), (Req_EM_T 0 0), (Req_EM_T 1 0); try lra.
Qed.

(** Whatever h is returned for m labels 1, it is bad, for the error 1/4 and the squared loss, for some distribution of
    labels that gives these examples with positive probability. *)
Theorem definition_9_certainty_printed :
  forall (m : nat) (h : R), exists p, 0 <= p < 1 /\ labelled two_labels (weights p) /\ (1 - p) ^ m > 0 /\
    ~ good_answer p (1 / 4) h.
Proof.
  intros m h.
  assert (fair : forall p, 0 <= p < 1 -> labelled two_labels (weights p) /\ (1 - p) ^ m > 0).
  { intros p P. split; [|apply pow_lt; lra]. unfold two_labels, weights. split; [split|].
    - constructor; [|constructor; [|constructor]]; simpl; [destruct (Req_EM_T 0 0)|destruct (Req_EM_T 1 0)]; lra.
    - unfold total. simpl. destruct (Req_EM_T 0 0), (Req_EM_T 1 0); lra.
    - constructor; [|constructor; [|constructor]]; simpl; lra. }
  destruct (Req_EM_T h 0) as [->|N].
  - exists 0. destruct (fair 0 ltac:(lra)) as [F P]. repeat split; try lra; try apply F; try exact P.
    intros [_ best]. specialize (best 1 (or_intror eq_refl)). rewrite two_false_positives, !two_positive_loss in best.
    destruct (Req_EM_T 1 0); [lra|]. specialize (best eq_refl). lra.
  - exists (1 / 2). destruct (fair (1 / 2) ltac:(lra)) as [F P]. repeat split; try lra; try apply F; try exact P.
    intros [few _]. rewrite two_false_positives in few. destruct (Req_EM_T h 0); [contradiction|]. lra.
Qed.
