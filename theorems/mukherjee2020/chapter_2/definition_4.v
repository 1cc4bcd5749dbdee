(** Definition 4, the open simplex of breakpoints: it has points, it is open, and it grows with M. *)

From Coq Require Import Reals Lra Lia.
From Marginalia.formal Require Import sawtooth.
Open Scope R_scope.

Lemma least_step (a : nat -> R) p : (forall i, (i <= p)%nat -> a i < a (S i)) ->
  exists g, 0 < g /\ forall i, (i <= p)%nat -> g <= a (S i) - a i.
Proof.
  induction p as [|p IH]; intros H.
  - exists (a 1%nat - a 0%nat). split; [specialize (H 0%nat (le_n 0)); lra|]. intros i I.
    assert (i = 0%nat) as -> by lia. lra.
  - destruct IH as (g & pos & least); [auto|]. specialize (H (S p) (le_n (S p))).
    exists (Rmin g (a (S (S p)) - a (S p))). split; [apply Rmin_glb_lt; lra|]. intros i I.
    destruct (Nat.eq_dec i (S p)) as [->|N]; [apply Rmin_r|].
    eapply Rle_trans; [apply Rmin_l|]. apply least. lia.
Qed.

(** For M > 0 and p >= 1 there are points 0 < a_1 < ... < a_p < M; points near one of them are so too; and all of them
    are such points for larger M. (By convention a_0 = 0 and a_(p+1) = M.) *)
Theorem definition_4_printed :
  forall M p, 0 < M -> (1 <= p)%nat ->
    (exists a, in_simplex M p a) /\
    (forall a, in_simplex M p a -> exists delta, 0 < delta /\
      forall b, b 0%nat = 0 -> b (S p) = M -> (forall i, (1 <= i <= p)%nat -> Rabs (b i - a i) <= delta) ->
        in_simplex M p b) /\
    (forall a larger, in_simplex M p a -> M < larger ->
      in_simplex larger p (fun i => if i =? S p then larger else a i)).
Proof.
  intros M p pos some. split; [|split].
  - exists (fun i => INR i * (M / INR (S p))). pose proof (lt_0_INR (S p) (Nat.lt_0_succ p)) as Hp.
    assert (step : 0 < M / INR (S p)) by now apply Rdiv_lt_0_compat.
    split; [simpl; ring|]. split; [field; lra|]. intros i _. rewrite (S_INR i). lra.
  - intros a (first & last & rise). destruct (least_step a p rise) as (g & gap & least).
    exists (g / 3). split; [lra|]. intros b first' last' near.
    assert (close : forall i, (i <= S p)%nat -> - (g / 3) <= b i - a i <= g / 3).
    { intros i I. destruct (Nat.eq_dec i 0) as [->|N]; [rewrite first, first'; lra|].
      destruct (Nat.eq_dec i (S p)) as [->|N']; [rewrite last, last'; lra|].
      specialize (near i ltac:(lia)). split; [apply Ropp_le_cancel; rewrite Ropp_involutive|].
      - rewrite <- Rabs_Ropp in near. eapply Rle_trans; [apply Rle_abs|exact near].
      - eapply Rle_trans; [apply Rle_abs|exact near]. }
    split; [exact first'|]. split; [exact last'|]. intros i I.
    pose proof (close i ltac:(lia)). pose proof (close (S i) ltac:(lia)). specialize (least i I). lra.
  - intros a larger (first & last & rise) more. split; [exact first|]. rewrite Nat.eqb_refl. split; [reflexivity|].
    intros i I. destruct (Nat.eqb_spec i (S p)) as [->|N]; [lia|]. destruct (Nat.eqb_spec (S i) (S p)) as [E|N'].
    + specialize (rise i I). rewrite E, last in rise. lra.
    + now apply rise.
Qed.
