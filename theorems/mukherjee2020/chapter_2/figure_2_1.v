(** Figure 2.1 of Mukherjee 2020: three pieces, two pieces, and their composition with six. *)

From Coq Require Import Reals Lia Lra.
From Marginalia.formal Require Import piecewise sawtooth sawtooth_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_3_5.
Open Scope R_scope.

(** On [0, 1] a sawtooth with two nodes has 3 pieces, one with one node has 2, and the latter after the former 6. *)
Theorem figure_2_1_pieces_printed : forall (a b : nat -> R) (f g : R -> R),
  in_simplex 1 2 a -> is_sawtooth 1 2 a f -> in_simplex 1 1 b -> is_sawtooth 1 1 b g ->
  has_pieces_between f 3 0 1 /\ has_pieces_between g 2 0 1 /\ has_pieces_between (fun x => g (f x)) 6 0 1.
Proof.
  intros a b f g simplex saw simplex' saw'. split; [|split].
  - apply full_pieces_between, (lemma_2_3_5_mixed_p_printed 1 (fun _ => 2%nat) 1 (fun _ => a) (fun _ => f));
      [lra | lia | intros; auto].
  - apply full_pieces_between, (lemma_2_3_5_mixed_p_printed 1 (fun _ => 1%nat) 1 (fun _ => b) (fun _ => g));
      [lra | lia | intros; auto].
  - apply full_pieces_between, (lemma_2_3_5_mixed_p_printed 1 (fun j => match j with 1 => 2 | _ => 1 end)%nat 2
      (fun j => match j with 1%nat => a | _ => b end) (fun j => match j with 1%nat => f | _ => g end)).
    + lra.
    + lia.
    + intros j between. assert (j = 1 \/ j = 2)%nat as [-> | ->] by lia; auto.
Qed.
