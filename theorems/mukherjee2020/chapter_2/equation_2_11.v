(** Equation (2.11) of Mukherjee 2020: its exponents for n = 2^(k + 1). *)

From Coq Require Import Reals Arith Lia Lra.
From Marginalia.mukherjee2020.chapter_2 Require Import section_2_6.
Open Scope R_scope.

(** For n = 2^(k + 1) and E = K s^2 log2(n/2)^2 log2(s log2(n/2)): 2^E e^(-eps^2 2^(1 + floor(log2(n/2))) / 9) equals
    2^(K s^2 k^2 log2(k s)) e^(-2 eps^2 2^k / 9), and this is at most e^(K s^2 k^2 log2(k s) - 2 eps^2 2^k / 9). *)
Theorem equation_2_11_exponent_step_printed : forall (n k s : nat) (K eps : R),
  (1 <= k)%nat -> n = (2 ^ (k + 1))%nat -> (1 <= s)%nat -> 0 < K ->
  Nat.log2 (n / 2) = k /\ log2 (INR n / 2) = INR k /\
  Rpower 2 (K * INR s ^ 2 * log2 (INR n / 2) ^ 2 * log2 (INR s * log2 (INR n / 2))) *
      exp (- (eps ^ 2 / 9) * 2 ^ (1 + Nat.log2 (n / 2))) =
    Rpower 2 (K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s)) * exp (- (2 * eps ^ 2 / 9) * 2 ^ k) /\
  Rpower 2 (K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s)) * exp (- (2 * eps ^ 2 / 9) * 2 ^ k) <=
    exp (K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s) - 2 * eps ^ 2 / 9 * 2 ^ k).
Proof.
  intros n k s K eps some -> some' positive.
  assert (half : (2 ^ (k + 1) / 2 = 2 ^ k)%nat).
  { rewrite Nat.add_1_r, Nat.pow_succ_r', Nat.mul_comm. apply Nat.div_mul. lia. }
  assert (ln2 : 0 < ln 2) by (pose proof ln_lt_2; lra).
  assert (log : log2 (INR (2 ^ (k + 1)) / 2) = INR k).
  { rewrite pow_INR, Nat.add_1_r. change (INR 2) with 2. rewrite <- tech_pow_Rmult.
    replace (2 * 2 ^ k / 2) with (2 ^ k) by field. unfold log2. rewrite <- (Rpower_pow k 2) by lra. unfold Rpower.
    rewrite ln_exp. field. lra. }
  assert (floor_ : Nat.log2 (2 ^ (k + 1) / 2) = k) by (rewrite half; apply Nat.log2_pow2; lia).
  split; [exact floor_ | split; [exact log | split]].
  - rewrite floor_, log, (Rmult_comm (INR s) (INR k)). f_equal. f_equal. simpl. field.
  - set (E := K * INR s ^ 2 * INR k ^ 2 * log2 (INR k * INR s)).
    assert (product : 1 <= INR k * INR s) by (rewrite <- mult_INR; apply (le_INR 1); nia).
    assert (nonneg : 0 <= E).
    { unfold E. apply Rmult_le_pos.
      - repeat apply Rmult_le_pos; try apply pow_le; try apply pos_INR; lra.
      - unfold log2. apply Rmult_le_pos; [|left; now apply Rinv_0_lt_compat].
        rewrite <- ln_1. destruct product as [less | <-]; [left; apply ln_increasing; lra | lra]. }
    assert (ln2_small : ln 2 <= 1).
    { rewrite <- (ln_exp 1). pose proof (exp_ineq1_le 1). destruct (Req_dec 2 (exp 1)) as [<- | ?]; [apply Rle_refl|].
      left. apply ln_increasing; lra. }
    unfold Rpower. rewrite <- exp_plus.
    assert (less : E * ln 2 + - (2 * eps ^ 2 / 9) * 2 ^ k <= E - 2 * eps ^ 2 / 9 * 2 ^ k) by nra.
    destruct less as [less | ->]; [left; now apply exp_increasing | apply Rle_refl].
Qed.
