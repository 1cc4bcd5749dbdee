(** Binomial coefficients. *)

From Coq Require Import Arith List Lia Factorial.
Import ListNotations.

(** The number of ways to choose i of m things: Pascal's triangle. *)
Fixpoint binomial (m i : nat) : nat :=
  match m, i with
  | _, O => 1
  | O, S _ => 0
  | S m', S i' => binomial m' i' + binomial m' (S i')
  end.

Lemma binomial_above m i : m < i -> binomial m i = 0.
Proof.
  revert i; induction m as [|m IH]; intros [|i] H; simpl; try lia. rewrite !IH; lia.
Qed.

(** The definition says what the usual one says. *)
Lemma binomial_factorials m i : i <= m -> binomial m i * (fact i * fact (m - i)) = fact m.
Proof.
  revert i; induction m as [|m IH]; intros [|i] H; simpl binomial; try lia.
  - reflexivity.
  - rewrite Nat.sub_0_r. change (fact 0) with 1. lia.
  - replace (S m - S i) with (m - i) by lia.
    destruct (Nat.eq_dec i m) as [->|N].
    + rewrite (binomial_above m (S m)) by lia. specialize (IH m). rewrite Nat.sub_diag in *.
      simpl fact in *. nia.
    + pose proof (IH i) as A. pose proof (IH (S i)) as B.
      replace (m - i) with (S (m - S i)) in * by lia.
      set (a := binomial m i) in *. set (c := binomial m (S i)) in *. set (k := m - S i) in *.
      assert (M : m = S k + i) by lia.
      change (fact (S i)) with (S i * fact i) in *. change (fact (S k)) with (S k * fact k) in *.
      change (fact (S m)) with (S m * fact m).
      specialize (A ltac:(lia)). specialize (B ltac:(lia)). set (P := fact i) in *. set (Q := fact k) in *.
      transitivity (S i * (a * (P * (S k * Q))) + S k * (c * (S i * P * Q))); [ring|].
      rewrite A, B, M. ring.
Qed.

(** C(m, 0) + ... + C(m, n - 1). *)
Definition binomial_sum (m n : nat) : nat := list_sum (map (binomial m) (seq 0 n)).

Lemma binomial_sum_S m n : binomial_sum m (S n) = binomial_sum m n + binomial m n.
Proof. unfold binomial_sum. rewrite seq_S, map_app, list_sum_app. simpl. lia. Qed.

Lemma binomial_sum_pascal m n : binomial_sum (S m) (S n) = binomial_sum m (S n) + binomial_sum m n.
Proof.
  induction n as [|n IH]; [now destruct m|].
  rewrite (binomial_sum_S (S m)), IH, (binomial_sum_S m (S n)). pose proof (binomial_sum_S m n). simpl. lia.
Qed.

Lemma binomial_sum_one m : binomial_sum m 1 = 1.
Proof. now destruct m. Qed.

Lemma binomial_sum_of_zero n : binomial_sum 0 (S n) = 1.
Proof. induction n as [|n IH]; [reflexivity|]. rewrite binomial_sum_S, IH. reflexivity. Qed.

Lemma binomial_sum_all m n : m < n -> binomial_sum m n = 2 ^ m.
Proof.
  revert n. induction m as [|m IH]; intros [|n] H; try lia; [apply binomial_sum_of_zero|].
  rewrite binomial_sum_pascal, !IH by lia. simpl. lia.
Qed.

Lemma binomial_sum_monotone k m n : k <= m -> binomial_sum k n <= binomial_sum m n.
Proof.
  induction 1 as [|m _ IH]; [lia|]. destruct n as [|n]; [exact IH|]. rewrite binomial_sum_pascal. lia.
Qed.
