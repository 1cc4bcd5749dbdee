(** Figure 2.2 of Mukherjee 2020: the pieces of its three functions, and the zonotope whose support function is the l1
    norm. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors zonotope zonotope_facts sawtooth space_pieces binomials.
From Marginalia.formal Require Import zonotope_vertices_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import proposition_2_3_9.
Import ListNotations.
Open Scope R_scope.

(** The generators of the square and of the octagon. *)
Definition two_generators : list point := [[0; 1]; [1; 0]].
Definition four_generators : list point := [[1 / 4; 1 / 2]; [-1 / 2; 0]; [0; -1 / 4]; [-1 / 4; -1 / 4]].

(** The support function of the zonotope of (0, 1) and (1, 0) is the l1 norm. *)
Theorem figure_2_2_l1_norm_printed : is_support 2 two_generators (fun r => Rabs (nth 0 r 0) + Rabs (nth 1 r 0)).
Proof.
  assert (sized : Forall (fun v => length v = 2%nat) two_generators) by repeat constructor.
  intros r Lr. pose proof (width_is_support 2 two_generators sized r Lr) as largest.
  replace (Rabs (nth 0 r 0) + Rabs (nth 1 r 0)) with (width two_generators r); [exact largest|].
  destruct r as [|a [|b [|]]]; try discriminate. unfold width, two_generators. simpl.
  replace (a * 0 + (b * 1 + 0)) with b by ring. replace (a * 1 + (b * 0 + 0)) with a by ring. ring.
Qed.

(** The vertex in a direction in which the generators, with these signs, are positive. *)
Lemma corner_in_direction b s r : Forall (fun v => length v = 2%nat) b -> length s = length b -> Forall is_sign s ->
  (forall u, In u (signed s b) -> 0 < dot r u) -> is_vertex 2 b (whole 2 (signed s b)).
Proof.
  intros sized same signs along. apply (is_vertex_signed 2 s b _ same signs).
  apply (only_highest_vertex 2 (signed s b) r); [now apply signed_length|].
  apply whole_only_highest; [now apply signed_length|]. intros u I. right. now apply along.
Qed.

(** As many vertices as there may be. *)
Lemma all_corners b corners : Forall (fun v => length v = 2%nat) b -> (1 <= length b)%nat -> NoDup corners ->
  Forall (is_vertex 2 b) corners -> length corners = (2 * binomial_sum (length b - 1) 2)%nat ->
  exists v, vertices 2 b v /\ length v = length corners.
Proof.
  intros sized some distinct all many. destruct (vertices_exist 2 b sized) as [v are]. exists v. split; [exact are|].
  apply Nat.le_antisymm.
  - rewrite many. apply (vertices_bounded 2 (length b) b); auto.
  - apply NoDup_incl_length; [exact distinct|]. intros x I. apply are. rewrite Forall_forall in all. now apply all.
Qed.

Ltac is_corner s r :=
  match goal with |- is_vertex 2 ?b ?x => replace x with (whole 2 (signed s b)); [
    apply (corner_in_direction b s r); [repeat constructor | reflexivity |
      repeat (constructor; [unfold is_sign; lra|]); constructor |
      intros u I; simpl in I; repeat destruct I as [<- | I]; simpl; lra || contradiction] |
    simpl; apply (f_equal2 (@cons R)); [lra | apply (f_equal2 (@cons R)); [lra | reflexivity]]] end.
Ltac all_differ :=
  repeat (constructor; [simpl; intros I; repeat destruct I as [I | I]; try contradiction; injection I; lra|]);
  constructor.

Lemma square : exists v, vertices 2 two_generators v /\ length v = 4%nat.
Proof.
  apply (all_corners two_generators [[1; 1]; [1; -1]; [-1; 1]; [-1; -1]]); [repeat constructor | simpl; lia | | |].
  - all_differ.
  - apply Forall_cons; [is_corner [1; 1] [1; 1]|].
    apply Forall_cons; [is_corner [-1; 1] [1; -1]|].
    apply Forall_cons; [is_corner [1; -1] [-1; 1]|].
    apply Forall_cons; [is_corner [-1; -1] [-1; -1]|]. apply Forall_nil.
  - reflexivity.
Qed.

Lemma octagon : exists v, vertices 2 four_generators v /\ length v = 8%nat.
Proof.
  apply (all_corners four_generators [[1; 1]; [0; 1]; [-1 / 2; 1 / 2]; [-1; -1 / 2];
    [-1; -1]; [0; -1]; [1 / 2; -1 / 2]; [1; 1 / 2]]); [repeat constructor | simpl; lia | | |].
  - all_differ.
  - apply Forall_cons; [is_corner [1; -1; -1; -1] [1; 1]|].
    apply Forall_cons; [is_corner [1; 1; -1; -1] [-1; 2]|].
    apply Forall_cons; [is_corner [1; 1; -1; 1] [-4; 3]|].
    apply Forall_cons; [is_corner [-1; 1; -1; 1] [-4; 1]|].
    apply Forall_cons; [is_corner [-1; 1; 1; 1] [-1; -1]|].
    apply Forall_cons; [is_corner [-1; -1; 1; 1] [1; -2]|].
    apply Forall_cons; [is_corner [-1; -1; 1; -1] [4; -3]|].
    apply Forall_cons; [is_corner [1; -1; 1; -1] [4; -1]|]. apply Forall_nil.
  - reflexivity.
Qed.

(** With M = 1, w = 2 and all a^l = (1/2): the function of the square with k = 2 has 17 pieces, those of the octagon
    with k = 2 and with k = 3 have 33 and 65. *)
Theorem figure_2_2_pieces_printed : forall (a : nat -> R) (h : R -> R) (g g' : point -> R),
  in_simplex 1 1 a -> a 1%nat = 1 / 2 -> is_sawtooth 1 1 a h ->
  is_support 2 two_generators g -> is_support 2 four_generators g' ->
  has_pieces_in_space 2 (fun r => composition (fun _ => h) 2 (g r)) 17 /\
  has_pieces_in_space 2 (fun r => composition (fun _ => h) 2 (g' r)) 33 /\
  has_pieces_in_space 2 (fun r => composition (fun _ => h) 3 (g' r)) 65.
Proof.
  intros a h g g' simplex _ saw of_square of_octagon.
  assert (even : Nat.Even 2) by now exists 1%nat.
  assert (count : forall (b : list point) f k N, (2 <= k)%nat -> (1 <= length b)%nat ->
    Forall (fun u => length u = 2%nat) b -> is_support 2 b f ->
    (exists v, vertices 2 b v /\ length v = N) -> (3 <= N)%nat ->
    has_pieces_in_space 2 (fun r => composition (fun _ => h) k (f r)) (N * 2 ^ k + 1)).
  { intros b f k N deep some sized support (v & are & <-) many.
    destruct (proposition_2_3_9_pieces_repaired 1 2 k (fun _ => a) (fun _ => h) 2 (length b) b f v)
      as (_ & _ & _ & all & _);
      auto; lra || lia. }
  split; [|split].
  - apply (count two_generators g 2%nat 4%nat); auto using square; try (simpl; lia); repeat constructor.
  - apply (count four_generators g' 2%nat 8%nat); auto using octagon; try (simpl; lia); repeat constructor.
  - apply (count four_generators g' 3%nat 8%nat); auto using octagon; try (simpl; lia); repeat constructor.
Qed.
