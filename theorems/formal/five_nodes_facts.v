(** A sawtooth with four nodes, an example. *)

From Coq Require Import Reals Lia Lra.
From Marginalia.formal Require Import networks sawtooth networks_facts sawtooth_facts.
Open Scope R_scope.

(** The nodes 0, 1, 2, 4, 6, 7. *)
Definition five_nodes (i : nat) : R :=
  match i with 0 => 0 | 1 => 1 | 2 => 2 | 3 => 4 | 4 => 6 | _ => 7 end.

Lemma five_nodes_simplex : in_simplex 7 4 five_nodes.
Proof.
  split; [reflexivity | split; [reflexivity|]]. intros i le. do 5 (destruct i as [|i]; [simpl; lra|]). lia.
Qed.

Lemma five_nodes_hinges x : hinges 7 4 five_nodes x =
  7 * relu (x - 0) - 14 * relu (x - 1) + 21 / 2 * relu (x - 2) - 7 * relu (x - 4) + 21 / 2 * relu (x - 6).
Proof. unfold hinges. cbn [sum_f_R0 hinge]. unfold sawtooth_facts.rate, level. simpl. field. Qed.

Lemma five_nodes_positive x : 0 <= hinges 7 4 five_nodes x.
Proof.
  rewrite five_nodes_hinges. destruct (relu_cases (x - 0)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 1)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 2)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 4)) as [[? ->] | [? ->]];
    [rewrite !relu_nonpos by lra; lra|]. destruct (relu_cases (x - 6)) as [[? ->] | [? ->]]; lra.
Qed.
