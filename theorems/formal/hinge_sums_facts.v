(** Sums over hinges at the natural numbers; those whose slopes are 1 and -1 in turn. *)

From Coq Require Import Reals Lia Lra.
From Marginalia.formal Require Import networks networks_facts.
Open Scope R_scope.

Lemma mod_2 : forall i, INR (i mod 2) = (1 - (-1) ^ i) / 2.
Proof.
  intros i. destruct (Nat.Even_or_Odd i) as [[m ->] | [m ->]].
  - rewrite pow_1_even, Nat.mul_comm, Nat.mod_mul by lia. simpl. field.
  - replace (2 * m + 1)%nat with (S (2 * m)) by lia. rewrite pow_1_odd.
    replace (S (2 * m)) with (1 + m * 2)%nat by lia. rewrite Nat.mod_add by lia. simpl. field.
Qed.

Fixpoint hinge_sum (c : nat -> R) (w : nat) (y : R) : R :=
  match w with
  | O => 0
  | S w' => hinge_sum c w' y + c w' * relu (y - INR w')
  end.

(** The slopes are 1 and -1 in turn. *)
Definition rise (j : nat) : R := match j with O => 1 | S _ => 2 * (-1) ^ j end.

Lemma before_hinges : forall c w i y, (i <= w)%nat -> y <= INR i -> hinge_sum c w y = hinge_sum c i y.
Proof.
  intros c w i y Hi Hy. induction Hi as [|w Hi IH]; [reflexivity|]. simpl. rewrite IH, relu_nonpos; [ring|].
  apply le_INR in Hi. lra.
Qed.

Lemma hinge_sum_beyond : forall i y, INR i <= y -> hinge_sum rise (S i) y = INR (i mod 2) + (-1) ^ i * (y - INR i).
Proof.
  induction i as [|i IH]; intros y Hy.
  - simpl in *. rewrite relu_nonneg by lra. ring.
  - assert (H := IH y ltac:(rewrite S_INR in Hy; lra)). change (hinge_sum rise (S (S i)) y) with
      (hinge_sum rise (S i) y + 2 * (-1) ^ S i * relu (y - INR (S i))).
    rewrite H, relu_nonneg by lra. rewrite !mod_2, S_INR. simpl pow. field.
Qed.

Lemma hinge_sum_between : forall w i y, (i < w)%nat -> INR i <= y <= INR (S i) ->
  hinge_sum rise w y = INR (i mod 2) + (-1) ^ i * (y - INR i).
Proof.
  intros w i y Hi [H H']. rewrite (before_hinges rise w (S i)) by (lia || assumption). now apply hinge_sum_beyond.
Qed.

Lemma at_naturals : forall k i, (1 <= k)%nat -> (i <= k)%nat -> hinge_sum rise k (INR i) = INR (i mod 2).
Proof.
  intros k i Hk Hi. destruct (Nat.eq_dec i k) as [-> | H].
  - destruct k as [|k]; [lia|]. rewrite hinge_sum_beyond by (rewrite S_INR; lra). rewrite !mod_2, S_INR. simpl pow.
    field.
  - rewrite (hinge_sum_between k i) by (rewrite ?S_INR; lia || lra). ring.
Qed.
