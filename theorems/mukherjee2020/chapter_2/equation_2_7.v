(** Equation (2.7), where breakpoints lie: as printed, two of three inequalities point the wrong way, so that all pieces
    are one line; turned round, they say where the lines cross. *)

From Coq Require Import Reals Lra Lia.
From Marginalia.formal Require Import line_fits.
Open Scope R_scope.

(** The pieces a_j z + b_j and a_(j+1) z + b_(j+1) meet at some t_j between x_(i_j) and x_(i_j + 1), and a_j <= a_(j+1)
    where S_j = 1 and a_j >= a_(j+1) where S_j = -1, for 1 <= j <= w - 1. *)
Definition respects (w : nat) (x : nat -> R) (i : nat -> nat) (sign a b : nat -> R) : Prop :=
  exists t : nat -> R, forall j, (1 <= j < w)%nat ->
    x (i j) <= t j <= x (i j + 1)%nat /\ a j * t j + b j = a (S j) * t j + b (S j) /\
    (sign j = 1 -> a j <= a (S j)) /\ (sign j = -1 -> a j >= a (S j)).

(** That a function respects places and signs is not equivalent to (2.7): max(0, z) has the pieces 0 and z, which meet
    at 0, between -1 and 1, and the first inequality says -1 >= 0. It alone fails: the reading of the second inequality
    plays no part in the refutation. *)
Theorem equation_2_7_printed_refuted :
  ~ (forall w D x i sign a b, (1 <= w)%nat -> (1 <= D)%nat -> sorted D x -> places w D i -> slope_signs w sign ->
      (respects w x i sign a b <-> inequalities_printed w x i sign a b)).
Proof.
  intros H.
  destruct (H 2%nat 2%nat (fun j => 2 * INR j - 3) (fun _ => 1%nat) (fun _ => 1) (fun j => INR j - 1) (fun _ => 0))
    as [only _]; try lia.
  - intros j _. rewrite S_INR. lra.
  - split; intros; lia.
  - intros j _. now left.
  - enough (R : inequalities_printed 2 (fun j => 2 * INR j - 3) (fun _ => 1%nat) (fun _ => 1) (fun j => INR j - 1)
      (fun _ => 0)) by (destruct (R 1%nat ltac:(lia)) as [K _]; simpl in K; lra).
    apply only. exists (fun _ => 0). intros j J. assert (j = 1%nat) as -> by lia. simpl. repeat split; lra.
Qed.

(** The turned inequalities are equivalent to it; those printed, to all pieces being one line. *)
Theorem equation_2_7_repaired :
  forall w D x i sign a b, (1 <= w)%nat -> (1 <= D)%nat -> sorted D x -> places w D i -> slope_signs w sign ->
    (respects w x i sign a b <-> inequalities_turned w x i sign a b) /\
    (inequalities_printed w x i sign a b <-> forall j, (1 <= j < w)%nat -> a j = a (S j) /\ b j = b (S j)).
Proof.
  intros w D x i sign a b _ _ increasing [inside _] signs.
  assert (apart : forall j, (1 <= j < w)%nat -> x (i j) < x (i j + 1)%nat).
  { intros j J. rewrite Nat.add_1_r. apply increasing, inside, J. }
  split; split.
  - intros (t & H) j J. destruct (H j J) as (between & meet & up & down). clear H.
    destruct (signs j J) as [E|E]; rewrite E in *.
    + specialize (up eq_refl). repeat split; nra.
    + specialize (down eq_refl). repeat split; nra.
  - intros H. exists (fun j => if Req_EM_T (a j) (a (S j)) then x (i j) else (b j - b (S j)) / (a (S j) - a j)).
    intros j J. destruct (H j J) as (first & second & bend). specialize (apart j J). clear H.
    destruct (Req_EM_T (a j) (a (S j))) as [same|differ].
    + rewrite same in *. destruct (signs j J) as [E|E]; rewrite E in *; repeat split; lra.
    + set (t := (b j - b (S j)) / (a (S j) - a j)).
      assert (K : t * (a (S j) - a j) = b j - b (S j)) by (unfold t; field; lra). clearbody t.
      destruct (signs j J) as [E|E]; rewrite E in *; repeat split; try lra; nra.
  - intros H j J. destruct (H j J) as (first & second & bend). specialize (apart j J).
    assert (same : a j = a (S j)) by (destruct (signs j J) as [E|E]; rewrite E in *; nra).
    split; [exact same|]. rewrite same in *. destruct (signs j J) as [E|E]; rewrite E in *; lra.
  - intros H j J. destruct (H j J) as [-> ->]. repeat split; lra.
Qed.
