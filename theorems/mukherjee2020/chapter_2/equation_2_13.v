(** Equation (2.13) of Mukherjee 2020: small circuits agree with the restricted Andreev function no more often than with
    the function whose truth table was fixed, since circuits can flip bits. *)

From Coq Require Import Reals List Bool Arith Permutation Lia Lra.
From Marginalia.formal Require Import vectors networks boolean boolean_facts chance chance_facts andreev.
From Marginalia.mukherjee2020.chapter_2 Require Import claim_2.
Import ListNotations.
Open Scope R_scope.

(** An LTF-of-ReLU circuit: a weighted sum of ReLU gates and, by wires, of the inputs themselves goes to an LTF gate;
    its size counts all gates. *)
Record ltf_of_relu := Circuit { wires : gate; sums : list R; gates : list gate }.
Definition value (C : ltf_of_relu) (y : bits) : bool :=
  at_most 0 (gate_value (wires C) (zeros_ones y) +
    dot (sums C) (map (fun g => relu (gate_value g (zeros_ones y))) (gates C))).
Definition on_bits (l : nat) (C : ltf_of_relu) : Prop :=
  length (weights (wires C)) = l /\ length (sums C) = length (gates C) /\ reads l (gates C).
Definition circuit_size (C : ltf_of_relu) : nat := (length (gates C) + 1)%nat.

(** Every such circuit of size at most s agrees with f on at most a fraction 1/2 + eps/3 of the strings of l bits. *)
Definition rarely_computed (l s : nat) (eps : R) (f : bits -> bool) : Prop :=
  forall C : ltf_of_relu, on_bits l C -> (circuit_size C <= s)%nat ->
    chance (cube l) (fun y => eqb (value C y) (f y)) <= 1 / 2 + eps / 3.

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

(** Flips only change the order of the strings. *)
Lemma flipped_cube a : Permutation (map (flipped a) (cube (length a))) (cube (length a)).
Proof.
  apply NoDup_Permutation.
  - assert (once : forall l, NoDup l -> (forall y, In y l -> length y = length a) -> NoDup (map (flipped a) l)).
    { induction 1 as [|y l out _ IH]; intros sized; [constructor|]. simpl.
      constructor; [|apply IH; intros; apply sized; now right]. intros I. apply in_map_iff in I as (z & same & I).
      apply out. rewrite <- (flipped_twice a y), <- same, flipped_twice by (apply sized; simpl; auto). exact I. }
    apply once; [apply cube_distinct | intros y; apply in_cube].
  - apply cube_distinct.
  - intros y. rewrite in_map_iff, in_cube. split.
    + intros (z & <- & I). apply length_flipped. now apply in_cube.
    + intros long. exists (flipped a y). split; [now apply flipped_twice | now apply in_cube, length_flipped].
Qed.

Lemma times_permutation {A : Type} (l m : list A) (event : A -> bool) :
  Permutation l m -> times l event = times m event.
Proof.
  unfold times. induction 1; simpl; auto.
  - destruct (event x); simpl; auto.
  - destruct (event x), (event y); reflexivity.
  - congruence.
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
