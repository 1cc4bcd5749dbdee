(** Lemma 2.5.1 of Mukherjee 2020: every function on the cube is a Sum-of-ReLU circuit, by a gate for each vertex but
    one, or by the parities of its Fourier expansion, which is proved too. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors networks boolean vectors_facts networks_facts boolean_facts.
From Marginalia.formal Require Import vertex_circuits_facts hinge_sums_facts.
Import ListNotations.
Open Scope R_scope.

(** A subset S of {1, ..., n} is a string of n bits, true at its elements. Its character is the product of the x_i with
    i in S. *)
Fixpoint character (S x : bits) : R :=
  match S, x with
  | s :: S', b :: x' => (if s then sign b else 1) * character S' x'
  | _, _ => 1
  end.

(** The Fourier coefficient of f for the set S: the mean of f times the character over the cube. *)
Definition fourier (n : nat) (f : bits -> R) (S : bits) : R :=
  total (map (fun x => f x * character S x) (cube n)) / 2 ^ n.

(** The sum of count(S) over the sets S with a Fourier coefficient other than 0. *)
Definition support_sum (n : nat) (f : bits -> R) (count : bits -> nat) : nat :=
  list_sum (map (fun S => if Req_EM_T (fourier n f S) 0 then 0%nat else count S) (cube n)).

(** ** The Fourier expansion *)

Lemma expansion n f x : length x = n ->
  total (map (fun S => total (map (fun y => f y * character S y) (cube n)) * character S x) (cube n)) = 2 ^ n * f x.
Proof.
  revert f x. induction n as [|n IH]; intros f x long.
  - destruct x; [|discriminate]. simpl. ring.
  - destruct x as [|b x]; [discriminate|]. injection long as long.
    set (F := fun (b : bool) S => total (map (fun y => f (b :: y) * character S y) (cube n))).
    cbn [cube]. rewrite map_app, !map_map, total_app.
    rewrite (total_ext _ (fun S => 1 * (F false S * character S x) + 1 * (F true S * character S x))).
    2: { intros S _. rewrite map_app, !map_map, total_app. unfold F. cbn [character].
         rewrite (total_ext _ (fun y => 1 * (f (false :: y) * character S y) + 0 * 0)) by (intros; ring).
         rewrite (total_ext (fun y => f (true :: y) * _) (fun y => 1 * (f (true :: y) * character S y) + 0 * 0))
           by (intros; ring).
         rewrite !(total_combined 1 0 _ (fun _ => 0)). ring. }
    rewrite (total_ext (fun S => _ * character (true :: S) _)
      (fun S => - sign b * (F false S * character S x) + sign b * (F true S * character S x))).
    2: { intros S _. rewrite map_app, !map_map, total_app. unfold F. cbn [character sign].
         rewrite (total_ext _ (fun y => -1 * (f (false :: y) * character S y) + 0 * 0)) by (intros; ring).
         rewrite (total_ext (fun y => f (true :: y) * _) (fun y => 1 * (f (true :: y) * character S y) + 0 * 0))
           by (intros; ring).
         rewrite !(total_combined _ 0 _ (fun _ => 0)). ring. }
    rewrite !total_combined. unfold F. rewrite !(IH _ x long). destruct b; cbn [sign]; simpl pow; ring.
Qed.

(** The Fourier expansion of a function on the cube. *)
Theorem lemma_2_5_1_fourier_identity_printed : forall (n : nat) (f : bits -> R) (x : bits),
  (1 <= n)%nat -> length x = n -> f x = total (map (fun S => fourier n f S * character S x) (cube n)).
Proof.
  intros n f x _ long. assert (0 < 2 ^ n) by (apply pow_lt; lra). unfold fourier.
  rewrite (total_ext _ (fun S => / 2 ^ n * (total (map (fun y => f y * character S y) (cube n)) * character S x)
    + 0 * 0)) by (intros; field; lra).
  rewrite (total_combined _ 0 _ (fun _ => 0)), expansion by exact long. field. lra.
Qed.

(** ** Circuits *)

(** A linear function on the cube, raised until it is not negative, is one gate. *)
Lemma circuit_linear n a : length a = n -> has_circuit n 1 (fun x => dot a (signs x)).
Proof.
  intros long. set (C := total (map Rabs a)).
  apply (circuit_same n (1 + 0) (fun x => 1 * relu (gate_value (Gate a C) (signs x)) + - C)).
  - intros x _. unfold gate_value. cbn [weights bias]. rewrite relu_nonneg; [ring|]. unfold C. clear.
    revert x. induction a as [|r a IH]; intros x; [simpl; lra|]. destruct x as [|b x]; cbn.
    + clear. enough (0 <= fold_right Rplus 0 (map Rabs a)) by (pose proof (Rabs_pos r); lra).
      induction a as [|s a IH]; simpl; [lra|]. pose proof (Rabs_pos s). lra.
    + specialize (IH x). unfold total, signs in IH.
      assert (0 <= r * sign b + Rabs r) by (destruct b; unfold Rabs; destruct (Rcase_abs r); simpl; lra). lra.
  - apply circuit_sum; [now apply circuit_gate | apply circuit_constant].
Qed.

(** ** A gate for each vertex but one *)

(** ** Gates for the characters *)

(** How many i in S have x_i = -1: this is linear on the cube. *)
Fixpoint minus_ones (S x : bits) : nat :=
  match S, x with
  | s :: S', b :: x' => ((if s && negb b then 1 else 0) + minus_ones S' x')%nat
  | _, _ => 0%nat
  end.

Definition halved (S : bits) : point := scale (- / 2) (zeros_ones S).

Lemma minus_ones_linear : forall S x, length S = length x ->
  (minus_ones S x <= ones S)%nat /\ INR (minus_ones S x) = dot (halved S) (signs x) + INR (ones S) / 2 /\
  character S x = (-1) ^ minus_ones S x.
Proof.
  unfold ones. induction S as [|s S IH]; intros [|b x] long; try discriminate; [simpl; repeat split; lia || lra|].
  injection long as long. destruct (IH x long) as (few & line & value).
  cbn [minus_ones halved zeros_ones scale signs map dot character count_occ].
  fold (zeros_ones S) (scale (- / 2) (zeros_ones S)) (halved S) (signs x). rewrite value.
  destruct s, b; cbn [andb negb zero_one sign bool_dec bool_rec bool_rect]; rewrite ?plus_INR, ?S_INR, line;
    (split; [lia | split; [simpl; lra | simpl; ring]]).
Qed.

(** The sum of j's hinge over the j in a list, at the number of the minus ones in S. *)
Definition hinged (S : bits) (l : list nat) (x : bits) : R :=
  total (map (fun j => rise j * relu (dot (halved S) (signs x) + INR (ones S) / 2 - INR j)) l).

Lemma length_halved S : length (halved S) = length S.
Proof. unfold halved, scale, zeros_ones. now rewrite !map_length. Qed.

Lemma circuit_hinged n c S l : length S = n -> has_circuit n (length l) (fun x => c * hinged S l x).
Proof.
  intros long. apply (circuit_same n _ (fun x => total (map (fun j => c * rise j *
    relu (gate_value (Gate (halved S) (INR (ones S) / 2 - INR j)) (signs x))) l))).
  - intros x _. unfold hinged, gate_value. cbn [weights bias].
    rewrite <- (Rplus_0_r (c * _)), <- (Rmult_0_l (total (map (fun _ => 0) l))), <- total_combined.
    apply total_ext. intros j _.
    replace (dot (halved S) (signs x) + (INR (ones S) / 2 - INR j))
      with (dot (halved S) (signs x) + INR (ones S) / 2 - INR j) by ring.
    ring.
  - replace (length l) with (list_sum (map (fun _ => 1%nat) l)) by (clear; induction l; simpl in *; lia).
    apply circuits_sum. intros j _. apply circuit_gate. cbn [weights]. now rewrite length_halved.
Qed.

Lemma hinge_sum_total c w y : hinge_sum c w y = total (map (fun j => c j * relu (y - INR j)) (seq 0 w)).
Proof.
  induction w as [|w IH]; [reflexivity|]. rewrite seq_S, map_app, total_app. cbn [hinge_sum]. rewrite IH. simpl. ring.
Qed.

(** The parity of the elements of S, *)
Lemma character_hinged S x : length S = length x -> character S x = 1 - 2 * hinged S (seq 0 (ones S)) x.
Proof.
  intros long. destruct (minus_ones_linear S x long) as (few & line & ->). unfold hinged. rewrite <- line.
  rewrite <- hinge_sum_total. pose proof (mod_2 (minus_ones S x)) as even.
  destruct (Nat.eq_dec (ones S) 0) as [none | some].
  - rewrite none in *. replace (minus_ones S x) with 0%nat by lia. simpl. ring.
  - rewrite at_naturals by lia. lra.
Qed.

(** whose first hinge is linear on the cube. *)
Lemma character_merged T x : length T = length x ->
  character T x = 1 - 2 * (dot (halved T) (signs x) + INR (ones T) / 2 + hinged T (seq 1 (ones T - 1)) x).
Proof.
  intros long. rewrite character_hinged by exact long. destruct (minus_ones_linear T x long) as (few & line & _).
  unfold hinged. rewrite <- line. destruct (ones T) as [|k].
  - replace (minus_ones T x) with 0%nat by lia. simpl. ring.
  - replace (S k - 1)%nat with k by lia. cbn [seq map total fold_right].
    rewrite (relu_nonneg (_ - INR 0)) by (simpl; pose proof (pos_INR (minus_ones T x)); lra).
    unfold total. simpl. ring.
Qed.

(** The circuit of a multiple of a character: with the constant a, and then the hinges in the list l. *)
Lemma circuit_character n T (a c : R) l : length T = n -> has_circuit n (length l) (fun x => a + c * hinged T l x).
Proof. intros long. apply (circuit_sum n 0); [apply circuit_constant | now apply circuit_hinged]. Qed.

Lemma circuit_of_expansion n f m :
  has_circuit n m (fun x => total (map (fun T => fourier n f T * character T x) (cube n))) -> has_circuit n m f.
Proof.
  apply circuit_same. intros x long. destruct (Nat.eq_dec n 0) as [-> | ?].
  - destruct x; [|discriminate]. unfold fourier. simpl. field.
  - symmetry. apply lemma_2_5_1_fourier_identity_printed; [lia | exact long].
Qed.

Lemma circuit_of_parities n f : has_circuit n (support_sum n f ones) f.
Proof.
  apply circuit_of_expansion, circuits_sum. intros T I. apply in_cube in I. set (c := fourier n f T).
  destruct (Req_EM_T c 0) as [-> | _].
  - apply (circuit_same n _ (fun _ => 0)); [intros; ring | apply circuit_constant].
  - apply (circuit_same n _ (fun x => c + -2 * c * hinged T (seq 0 (ones T)) x)).
    + intros x long. rewrite character_hinged by congruence. ring.
    + rewrite <- (seq_length (ones T) 0) at 1. now apply circuit_character.
Qed.

Lemma linear_sum {A : Type} n (a : A -> point) l : (forall s, In s l -> length (a s) = n) ->
  exists b, length b = n /\ forall x, total (map (fun s => dot (a s) x) l) = dot b x.
Proof.
  induction l as [|s l IH]; intros long.
  - exists (origin n). split; [apply length_origin|]. intros x. now rewrite dot_origin_l.
  - destruct IH as (b & Lb & value); [intros t I; apply long; now right|]. specialize (long s (or_introl eq_refl)).
    exists (add (a s) b). split; [now apply length_add|]. intros x. rewrite dot_add_l by congruence.
    change (total (map ?g (s :: l))) with (g s + total (map g l)). now rewrite value.
Qed.

Lemma circuit_of_merged_parities n f : has_circuit n (support_sum n f (fun T => (ones T - 1)%nat) + 1) f.
Proof.
  set (slope := fun T => scale (-2 * fourier n f T) (halved T)).
  destruct (linear_sum n slope (cube n)) as (b & Lb & line).
  { intros T I. apply length_scale. rewrite length_halved. now apply in_cube. }
  apply circuit_of_expansion, (circuit_same n _ (fun x =>
    total (map (fun T => fourier n f T * character T x - dot (slope T) (signs x)) (cube n)) + dot b (signs x))).
  - intros x _. rewrite <- line.
    rewrite <- (Rmult_1_l (total _)), <- (Rmult_1_l (total (map (fun T => dot _ _) _))), <- total_combined.
    apply total_ext. intros T _. ring.
  - apply circuit_sum; [|now apply circuit_linear]. apply circuits_sum. intros T I. apply in_cube in I.
    unfold slope. set (c := fourier n f T). destruct (Req_EM_T c 0) as [-> | _].
    + apply (circuit_same n _ (fun _ => 0)); [intros x _; rewrite dot_scale_l; ring | apply circuit_constant].
    + apply (circuit_same n _ (fun x => c * (1 - INR (ones T)) + -2 * c * hinged T (seq 1 (ones T - 1)) x)).
      * intros x long. rewrite character_merged, dot_scale_l by congruence. field.
      * rewrite <- (seq_length (ones T - 1) 1) at 1. now apply circuit_character.
Qed.

(** Every function on the cube {-1, 1}^n is computed by a Sum-of-ReLU circuit, with a constant, of at most 2^n - 1
    gates, at most the sum of |S|, and at most 1 and the sum of |S| - 1 (0 for the empty S), over the sets S with a
    Fourier coefficient other than 0. *)
Theorem lemma_2_5_1_sharpened : forall (n : nat) (f : bits -> R), (1 <= n)%nat ->
  exists m, has_circuit n m f /\
    (m <= 2 ^ n - 1)%nat /\ (m <= support_sum n f (fun S => ones S))%nat /\
    (m <= 1 + support_sum n f (fun S => ones S - 1))%nat.
Proof.
  intros n f _. pose proof (circuit_of_vertices n f) as by_vertices. pose proof (circuit_of_parities n f) as by_sets.
  pose proof (circuit_of_merged_parities n f) as merged. change (fun S => ones S) with ones.
  set (a := (2 ^ n - 1)%nat) in *. set (b := support_sum n f ones) in *.
  set (c := support_sum n f (fun S => (ones S - 1)%nat)) in *.
  destruct (le_dec a b), (le_dec a (1 + c)), (le_dec b (1 + c));
    solve [exists a; repeat split; trivial; lia | exists b; repeat split; trivial; lia |
           exists (c + 1)%nat; repeat split; trivial; lia].
Qed.

(** Every function on the cube {-1, 1}^n is computed by a Sum-of-ReLU circuit, with a constant, of at most 2^n gates and
    at most the sum of |S| over the sets S with a Fourier coefficient other than 0. *)
Theorem lemma_2_5_1_printed : forall (n : nat) (f : bits -> R), (1 <= n)%nat ->
  exists m, has_circuit n m f /\ (m <= Nat.min (2 ^ n) (support_sum n f (fun S => ones S)))%nat.
Proof.
  intros n f some. destruct (lemma_2_5_1_sharpened n f some) as (m & circuit & few & fewer & _).
  exists m. split; [exact circuit | lia].
Qed.
