(** Facts about single real numbers. *)

From Coq Require Import Reals Lra Lia.
Open Scope R_scope.

Lemma bounds_of_Rabs a r : Rabs a <= r -> - r <= a <= r.
Proof. unfold Rabs. destruct (Rcase_abs a); lra. Qed.

(** Numbers kept between two others. *)
Definition clamp (low high a : R) : R := Rmax low (Rmin high a).

Lemma clamp_between low high a : low <= high -> low <= clamp low high a <= high.
Proof. intros H. unfold clamp, Rmax, Rmin. repeat destruct Rle_dec; lra. Qed.

Lemma clamp_inside low high a : low <= a <= high -> clamp low high a = a.
Proof. intros H. unfold clamp, Rmax, Rmin. repeat destruct Rle_dec; lra. Qed.

Lemma clamp_close low high a b : Rabs (clamp low high a - clamp low high b) <= Rabs (a - b).
Proof. unfold clamp, Rmax, Rmin, Rabs. repeat destruct Rle_dec; repeat destruct Rcase_abs; lra. Qed.

(** The inequality of Bernoulli. *)
Lemma bernoulli v m : 0 <= v -> 1 + INR m * (v - 1) <= v ^ m.
Proof.
  intros positive. induction m as [|m IH]; [simpl; lra|]. rewrite S_INR. simpl pow. pose proof (pos_INR m).
  assert (0 <= INR m * ((v - 1) * (v - 1))) by (apply Rmult_le_pos; [assumption | apply Rle_0_sqr]).
  assert (0 <= v * (v ^ m - (1 + INR m * (v - 1)))) by (apply Rmult_le_pos; lra).
  assert (0 <= (v - 1) * (v - 1)) by apply Rle_0_sqr. lra.
Qed.

(** Those of finitely many numbers that are negative keep a distance from 0. *)
Lemma gap_below_zero (N : nat) (t : nat -> R) : exists p, 0 < p /\ forall i, (i < N)%nat -> t i < 0 -> t i <= - p.
Proof.
  induction N as [|N (p & positive & apart)]; [exists 1; split; [lra | lia]|].
  exists (if Rlt_dec (t N) 0 then Rmin p (- t N) else p). split.
  - destruct (Rlt_dec (t N) 0); [apply Rmin_glb_lt; lra | exact positive].
  - intros i small negative. destruct (Nat.eq_dec i N) as [-> | ?].
    + destruct (Rlt_dec (t N) 0); [|lra]. pose proof (Rmin_r p (- t N)). lra.
    + specialize (apart i ltac:(lia) negative). destruct (Rlt_dec (t N) 0); [|exact apart].
      pose proof (Rmin_l p (- t N)). lra.
Qed.

(** Every number is exceeded by a natural one. *)
Lemma naturals_unbounded (x : R) : exists n : nat, x < INR n.
Proof.
  destruct (archimed x) as [above _]. exists (Z.to_nat (up x)). apply Rlt_le_trans with (1 := above).
  rewrite INR_IZR_INZ. apply IZR_le. lia.
Qed.

Lemma below_inverse L eta c : 0 < L -> eta < c / L -> eta * L < c.
Proof.
  intros HL Heta. replace c with (c / L * L) by (field; lra). apply Rmult_lt_compat_r; assumption.
Qed.
