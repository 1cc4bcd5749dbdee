(** Facts about strings of bits, gates and circuits on the cube that several claims use. *)

From Coq Require Import Reals List FinFun Lia.
From Marginalia.formal Require Import vectors networks boolean vectors_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

Lemma in_cube : forall n x, In x (cube n) <-> length x = n.
Proof.
  induction n as [|n IH]; intros x; simpl.
  - split; [intros [<- | []]; reflexivity | destruct x; [now left | discriminate]].
  - rewrite in_app_iff, !in_map_iff. split.
    + intros [[y [<- Hy]] | [y [<- Hy]]]; simpl; f_equal; now apply IH.
    + destruct x as [|b x]; intros H; [discriminate|]. injection H as H. apply IH in H.
      destruct b; [right | left]; now exists x.
Qed.

Lemma length_cube : forall n, length (cube n) = (2 ^ n)%nat.
Proof.
  unfold bits. induction n as [|n IH]; simpl; [reflexivity|]. rewrite app_length, !map_length. unfold bits. lia.
Qed.

Lemma cube_distinct : forall n, NoDup (cube n).
Proof.
  induction n as [|n IH]; simpl.
  - constructor; [intros [] | constructor].
  - apply app_distinct.
    + apply Injective_map_NoDup; [intros x y H; now injection H | exact IH].
    + apply Injective_map_NoDup; [intros x y H; now injection H | exact IH].
    + intros x Hx Hy. apply in_map_iff in Hx as [y [<- _]]. apply in_map_iff in Hy as [z [H _]]. discriminate.
Qed.

Lemma cube_place m x : length x = m -> exists r, (r < 2 ^ m)%nat /\ nth r (cube m) [] = x.
Proof.
  intros long. apply in_cube in long. destruct (In_nth (cube m) x [] long) as (r & small & E).
  rewrite length_cube in small. now exists r.
Qed.

Lemma length_nth_cube m r : (r < 2 ^ m)%nat -> length (nth r (cube m) []) = m.
Proof. intros small. apply in_cube, nth_In. now rewrite length_cube. Qed.

Lemma length_signs : forall x, length (signs x) = length x.
Proof. intros x. apply map_length. Qed.

Lemma total_zeros_ones : forall x, total (zeros_ones x) = INR (ones x).
Proof.
  unfold ones, zeros_ones. induction x as [|b x IH]; [reflexivity|]. simpl map. simpl total. rewrite IH.
  destruct b; simpl count_occ; rewrite ?S_INR; simpl zero_one; ring.
Qed.

Lemma total_signs : forall x, total (signs x) = 2 * INR (ones x) - INR (length x).
Proof.
  unfold ones, signs. induction x as [|b x IH]; [simpl; ring|]. simpl map. simpl total. simpl length. rewrite IH, S_INR.
  destruct b; simpl count_occ; rewrite ?S_INR; simpl sign; ring.
Qed.

(** The gate with this gate's weights, its value shifted by s and then multiplied by c. *)
Definition altered (c s : R) (g : gate) : gate := Gate (scale c (weights g)) (c * (bias g + s)).

Lemma altered_value : forall c s g x, gate_value (altered c s g) x = c * (gate_value g x + s).
Proof. intros c s g x. unfold gate_value, altered; simpl. rewrite dot_scale_l. ring. Qed.

Lemma altered_reads : forall c s g, length (weights (altered c s g)) = length (weights g).
Proof. intros c s g. unfold altered, scale; simpl. apply map_length. Qed.
