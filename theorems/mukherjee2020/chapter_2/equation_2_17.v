(** Equation (2.17) of Mukherjee 2020: the widths of a network whose function has p pieces. *)

From Coq Require Import List Arith.
From Marginalia.formal Require Import networks piecewise piecewise_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6.
Import ListNotations.

(** If a network with k hidden layers of widths w_1, ..., w_k computes a function on the line with p pieces, then
    2^(k - 1) (w_1 + 1) w_2 ... w_k >= p; w lists w_2, ..., w_k. *)
Theorem equation_2_17_printed : forall N f k p (w1 : nat) (w : list nat),
  computes_on_line N f -> 1 <= k -> depth N = S k -> widths N = w1 :: w -> has_pieces f p ->
  2 ^ (k - 1) * (w1 + 1) * list_product w >= p.
Proof.
  intros N f k p w1 w computed some deep wide pieces.
  destruct (lemma_2_a_6_printed N f k w1 w computed some deep wide) as (m & few & exactly).
  now rewrite (pieces_unique f p m pieces exactly).
Qed.
