(** Equation (2.9) of Mukherjee 2020, the Chattopadhyay-Mande function: the last block on which x and y agree decides by
    the parity of its number. *)

From Coq Require Import Reals List Bool Lia.
From Marginalia.formal Require Import boolean odd_max_bit odd_max_bit_facts.
Import ListNotations.
Open Scope R_scope.

(** For all n and l >= 1 the function is (-1)^k where the k-th is the last of the n blocks of l bits on which x and y
    agree, and 1 where they agree on none. *)
Theorem equation_2_9_printed : forall (n l : nat) (x y : bits),
  (1 <= n)%nat -> (1 <= l)%nat -> length x = (n * l)%nat -> length y = (n * l)%nat ->
  (forall k, (1 <= k <= n)%nat -> block l k x = block l k y ->
    (forall i, (k < i <= n)%nat -> block l i x <> block l i y) -> chattopadhyay_mande n l x y = (-1) ^ k) /\
  ((forall i, (1 <= i <= n)%nat -> block l i x <> block l i y) -> chattopadhyay_mande n l x y = 1).
Proof.
  intros n l x y _ _ long_x long_y. unfold chattopadhyay_mande. rewrite odd_max_bit_of.
  assert (apart : forall i, (1 <= i <= n)%nat -> block l i x <> block l i y ->
    negb (differ (block l i x) (block l i y)) = false).
  { intros i inside apart. apply negb_false_iff, not_false_iff_true. intros same.
    apply apart, differ_agree; [now rewrite !(length_block n) | exact same]. }
  split.
  - intros k inside agree above. apply weighted_bits_top; [exact inside | |].
    + apply negb_true_iff, differ_agree; [now rewrite agree | exact agree].
    + intros i between. apply apart; [lia | now apply above].
  - intros none. apply weighted_bits_none. intros i inside. apply apart; [exact inside | now apply none].
Qed.
