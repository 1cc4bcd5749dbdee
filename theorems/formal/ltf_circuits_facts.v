(** LTF-of-ReLU circuits: one of them computes each Boolean function. *)

From Coq Require Import Reals List Bool Lra.
From Marginalia.formal Require Import vectors networks boolean chance ltf_circuits vectors_facts networks_facts.
From Marginalia.formal Require Import boolean_facts distributions_facts.
Import ListNotations.
Open Scope R_scope.

(** A gate that is 1 at one string and 0 at the others of its length, *)
Definition exactly (v : bits) : gate := Gate (signs v) (1 - total (zeros_ones v)).

Lemma exactly_value (v x : bits) : length x = length v ->
  relu (gate_value (exactly v) (zeros_ones x)) = if list_eq_dec bool_dec v x then 1 else 0.
Proof.
  intros long. unfold gate_value, exactly. cbn [weights bias].
  assert (values : (v = x -> dot (signs v) (zeros_ones x) = total (zeros_ones v)) /\
    (v <> x -> dot (signs v) (zeros_ones x) <= total (zeros_ones v) - 1)).
  { revert x long. induction v as [|b v IH]; intros [|c x] long; try discriminate; [now split|].
    injection long as long. destruct (IH x long) as [equal less].
    change (dot (signs (b :: v)) (zeros_ones (c :: x))) with (sign b * zero_one c + dot (signs v) (zeros_ones x)).
    change (total (zeros_ones (b :: v))) with (zero_one b + total (zeros_ones v)).
    destruct (list_eq_dec bool_dec v x) as [same | other].
    - specialize (equal same). split.
      + intros H. injection H as -> _. destruct c; simpl; lra.
      + intros differ. destruct b, c; simpl; try lra; now contradict differ; f_equal.
    - specialize (less other). split; [intros H; injection H; intros; contradiction|]. intros _.
      destruct b, c; simpl; lra. }
  destruct (list_eq_dec bool_dec v x) as [same | other].
  - rewrite (proj1 values same), relu_nonneg; lra.
  - pose proof (proj2 values other). now rewrite relu_nonpos by lra.
Qed.

(** and a circuit with such a gate for each string where f is true. *)
Lemma every_function_computed (n : nat) (f : bits -> bool) :
  exists C : ltf_of_relu, on_bits n C /\ forall x, length x = n -> value C x = f x.
Proof.
  set (vs := filter f (cube n)). exists (Circuit (Gate (origin n) (-1)) (repeat 1 (length vs)) (map exactly vs)). split.
  - split; [apply length_origin | split]; cbn [sums gates].
    + now rewrite repeat_length, map_length.
    + apply Forall_map, Forall_forall. intros v [inside _]%filter_In. cbn. unfold signs. rewrite map_length.
      now apply in_cube.
  - intros x long. unfold value. cbn [wires sums gates].
    assert (counted : dot (repeat 1 (length vs)) (map (fun g => relu (gate_value g (zeros_ones x))) (map exactly vs)) =
      INR (count_occ (list_eq_dec bool_dec) vs x)).
    { assert (lengths : Forall (fun v => length v = length x) vs).
      { apply Forall_forall. intros v [inside _]%filter_In. rewrite long. now apply in_cube. }
      induction lengths as [|v ws same _ IH]; [reflexivity|]. cbn [length repeat map dot count_occ].
      rewrite IH, exactly_value by congruence. destruct (list_eq_dec bool_dec v x); [rewrite S_INR|]; lra. }
    rewrite counted. unfold gate_value. cbn [weights bias]. rewrite dot_origin_l. destruct (f x) eqn:E.
    + assert (inside : In x vs) by (apply filter_In; split; [now apply in_cube | exact E]).
      apply (count_occ_In (list_eq_dec bool_dec)) in inside. apply (le_INR 1) in inside. simpl in inside.
      match goal with |- at_most 0 ?t = _ => destruct (at_most_cases 0 t) as [[? ->] | [? ->]] end; [reflexivity | lra].
    + assert (outside : ~ In x vs) by (intros [_ H]%filter_In; congruence).
      apply (count_occ_not_In (list_eq_dec bool_dec)) in outside. rewrite outside. simpl INR.
      match goal with |- at_most 0 ?t = _ => destruct (at_most_cases 0 t) as [[? ->] | [? ->]] end; [lra | reflexivity].
Qed.
