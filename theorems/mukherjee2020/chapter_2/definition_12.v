(** Definition 12 of Mukherjee 2020: for a single gate the order of the vertices is no restriction, for two it is. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import networks sign_rank sign_rank_facts.
Import ListNotations.
Open Scope R_scope.

(** A single gate with integer weights of magnitude at most W always satisfies the restriction; two gates with the
    weights -1 and 1 on one bit in each half of the input, whatever their biases, do not: they need opposite orders. *)
Theorem definition_12_printed :
  (forall (m W : nat) (g : gate), (1 <= m)%nat -> (1 <= W)%nat ->
    length (weights g) = (2 * m)%nat -> Forall (integer_within W) (weights g) -> restricted m W [g]) /\
  (forall b c : R, ~ restricted 1 1 [Gate [-1; -1] b; Gate [1; 1] c]).
Proof.
  split; [intros m W g _ _; apply one_gate_restricted|].
  intros b c [rows [columns [[inside different] [_ gates]]]].
  destruct (Forall_inv gates) as [_ [a [d [parts [size [_ [cone _]]]]]]].
  destruct (Forall_inv (Forall_inv_tail gates)) as [_ [a' [d' [parts' [size' [_ [cone' _]]]]]]].
  destruct a as [|a [|]]; try discriminate. destruct a' as [|a' [|]]; try discriminate.
  simpl in parts, parts'. injection parts as <- _. injection parts' as <- _.
  specialize (cone 0%nat ltac:(simpl; lia)). specialize (cone' 0%nat ltac:(simpl; lia)).
  pose proof (inside 0%nat ltac:(simpl; lia)) as small0. pose proof (inside 1%nat ltac:(simpl; lia)) as small1.
  assert (apart : rows 0%nat <> rows 1%nat)
    by (intros same; specialize (different 0%nat 1%nat ltac:(simpl; lia) ltac:(simpl; lia) same); discriminate).
  destruct (rows 0%nat) as [|[|]], (rows 1%nat) as [|[|]]; simpl in *; try lia; try congruence; lra.
Qed.
