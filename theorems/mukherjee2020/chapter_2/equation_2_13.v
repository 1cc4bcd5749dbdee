(** Equation (2.13) of Mukherjee 2020: small circuits agree with the restricted Andreev function no more often than with
    the function whose truth table was fixed, since circuits can flip bits. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors networks boolean ltf_circuits boolean_facts chance chance_facts andreev.
From Marginalia.formal Require Import andreev_facts.
Import ListNotations.
Open Scope R_scope.

(** The weights on flipped bits, and what the flips add. *)
Fixpoint turned (a : list restricted_row) (w : list R) : list R :=
  match a, w with
  | row :: a', t :: w' => (if parity (filled_row row false) then - t else t) :: turned a' w'
  | _, _ => []
  end.
Fixpoint moved (a : list restricted_row) (w : list R) : R :=
  match a, w with
  | row :: a', t :: w' => (if parity (filled_row row false) then t else 0) + moved a' w'
  | _, _ => 0
  end.
Definition flip_gate (a : list restricted_row) (g : gate) : gate :=
  Gate (turned a (weights g)) (bias g + moved a (weights g)).

Lemma dot_flipped a w y : length w = length a -> length y = length a ->
  dot w (zeros_ones (flipped a y)) = dot (turned a w) (zeros_ones y) + moved a w.
Proof.
  revert w y. induction a as [|row a IH]; intros [|t w] [|b y] size size'; try discriminate; [simpl; ring|].
  injection size as size. injection size' as size'. cbn [flipped turned moved zeros_ones map dot].
  fold (zeros_ones (flipped a y)) (zeros_ones y). rewrite (IH w y size size').
  destruct b, (parity (filled_row row false)); simpl; ring.
Qed.

Lemma length_turned a w : length w = length a -> length (turned a w) = length a.
Proof. revert w. induction a as [|row a IH]; intros [|t w] size; try discriminate; simpl; auto. Qed.

Lemma flip_gate_value a g y : length (weights g) = length a -> length y = length a ->
  gate_value (flip_gate a g) (zeros_ones y) = gate_value g (zeros_ones (flipped a y)).
Proof.
  intros size size'. unfold gate_value, flip_gate. cbn [weights bias]. rewrite dot_flipped by assumption. ring.
Qed.

Definition flip_circuit (a : list restricted_row) (C : ltf_of_relu) : ltf_of_relu :=
  Circuit (flip_gate a (wires C)) (sums C) (map (flip_gate a) (gates C)).

Lemma flip_circuit_on_bits a C : on_bits (length a) C -> on_bits (length a) (flip_circuit a C).
Proof.
  intros (size & same & fit). unfold flip_circuit, on_bits. cbn [wires sums gates].
  split; [now apply length_turned | split; [now rewrite map_length|]].
  apply Forall_map. eapply Forall_impl; [|exact fit]. intros g sized. now apply length_turned.
Qed.

Lemma flip_circuit_value a C y : on_bits (length a) C -> length y = length a ->
  value (flip_circuit a C) y = value C (flipped a y).
Proof.
  intros (size & _ & fit) long. unfold value, flip_circuit. cbn [wires sums gates].
  rewrite flip_gate_value, map_map by assumption. do 3 f_equal. apply map_ext_in. intros g I.
  unfold reads in fit. rewrite Forall_forall in fit. now rewrite flip_gate_value by auto.
Qed.

(** If no circuit of size at most s on L bits agrees with the function of the table x on more than a fraction
    1/2 + eps/3 of the strings, none does with the restriction of Andreev's function that fixes this table. *)
Theorem equation_2_13_printed : forall (n s : nat) (eps : R) (x : bits) (a : list restricted_row), (4 <= n)%nat ->
  is_restriction n x a -> rarely_computed (rows n) s eps (of_table x) ->
  rarely_computed (rows n) s eps (restricted_andreev x a).
Proof.
  intros n s eps x a _ (_ & size & each) rare C fit small.
  assert (free : Forall one_free a) by (eapply Forall_impl; [|exact each]; now intros row []).
  rewrite <- size in *. specialize (rare (flip_circuit a C) (flip_circuit_on_bits a C fit)).
  unfold circuit_size in *. cbn [flip_circuit gates] in rare. rewrite map_length in rare. specialize (rare small).
  apply Rle_trans with (2 := rare). right. unfold chance. f_equal. f_equal.
  rewrite <- (times_permutation _ _ _ (flipped_cube a)), times_map. apply times_ext. intros y I. apply in_cube in I.
  rewrite (flip_circuit_value a C y fit I), restricted_value by exact free. now rewrite flipped_twice by exact I.
Qed.
