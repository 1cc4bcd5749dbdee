(** Facts about the restrictions of Andreev's function. *)

From Coq Require Import List Bool Arith FinFun Lia.
From Marginalia.formal Require Import boolean boolean_facts chance andreev lists_facts.
Import ListNotations.

Lemma in_restricted_rows : forall c row, In row (restricted_rows c) <-> length row = c /\ one_free row.
Proof.
  induction c as [|c IH]; intros row; simpl.
  - split; [intros [] | intros [H [u [v ->]]]]. rewrite app_length in H. simpl in H. lia.
  - rewrite !in_app_iff, !in_map_iff. split.
    + intros [[fixed [<- H]] | H].
      * apply in_cube in H. simpl. rewrite map_length, H. split; [reflexivity | now exists [], fixed].
      * assert (longer : exists b r, row = Some b :: r /\ In r (restricted_rows c)) by
          (destruct H as [[r [<- H]] | [r [<- H]]]; eauto).
        destruct longer as [b [r [-> H']]]. apply IH in H' as [H' [u [v ->]]]. simpl. rewrite H'.
        split; [reflexivity | now exists (b :: u), v].
    + intros [H [u [v ->]]]. destruct u as [|b u]; simpl in *; injection H as H.
      * left. exists v. split; [reflexivity|]. apply in_cube. now rewrite map_length in H.
      * right. assert (In (map Some u ++ None :: map Some v) (restricted_rows c))
          by (apply IH; split; [|exists u, v]; auto).
        destruct b; [right | left]; eauto.
Qed.

Lemma length_lists_of : forall {A : Type} l (xs : list A), length (lists_of l xs) = (length xs ^ l)%nat.
Proof.
  intros A l xs. induction l as [|l IH]; [reflexivity|]. cbn [lists_of Nat.pow].
  apply length_flat_map_same. intros x. now rewrite map_length.
Qed.

Lemma in_lists_of : forall {A : Type} (xs : list A) l ys,
  In ys (lists_of l xs) <-> length ys = l /\ Forall (fun y => In y xs) ys.
Proof.
  intros A xs. induction l as [|l IH]; intros ys; simpl.
  - split; [intros [<- | []]; auto | intros [H _]; destruct ys; [now left | discriminate]].
  - rewrite in_flat_map. split.
    + intros [x [Hx H]]. apply in_map_iff in H as [zs [<- H]]. apply IH in H as [H1 H2]. simpl. auto.
    + intros [H all]. destruct ys as [|y ys]; [discriminate|]. injection H as H. inversion all; subst.
      exists y. split; [assumption|]. apply in_map, IH. auto.
Qed.

(** The list of all restrictions has just these. *)
Lemma in_restrictions : forall n x a, In (x, a) (restrictions n) <-> is_restriction n x a.
Proof.
  intros n x a. unfold restrictions, is_restriction. rewrite in_flat_map. split.
  - intros [a' [Ha H]]. apply in_map_iff in H as [x' [E H]]. injection E as -> ->. apply in_cube in H.
    apply in_lists_of in Ha as [Hl all]. repeat split; auto. revert all. apply Forall_impl. apply in_restricted_rows.
  - intros [Hx [Ha all]]. exists a. split.
    + apply in_lists_of. split; [assumption|]. revert all. apply Forall_impl. intros row. apply in_restricted_rows.
    + apply in_map_iff. exists x. split; [reflexivity | now apply in_cube].
Qed.

(** Each of them is there once. *)
Lemma restrictions_distinct : forall n, NoDup (restrictions n).
Proof.
  intros n. unfold restrictions. apply flat_map_distinct.
  - assert (rows_distinct : forall c, NoDup (restricted_rows c)).
    { induction c as [|c IH]; simpl; [constructor|].
      assert (some : forall b row, In row (map (cons (Some b)) (restricted_rows c)) -> exists r, row = Some b :: r).
      { intros b row H. apply in_map_iff in H as [r [<- _]]. eauto. }
      repeat apply app_distinct; try (apply Injective_map_NoDup; [intros x y H; now injection H | exact IH]).
      - apply Injective_map_NoDup; [|apply cube_distinct]. intros x y H. injection H as H.
        revert y H. induction x as [|b x IHx]; intros [|c' y] H; try discriminate; [reflexivity|].
        injection H as -> H. f_equal. now apply IHx.
      - intros row H H'. apply some in H as [r ->], H' as [r' H']. discriminate.
      - intros row H H'. apply in_map_iff in H as [r [<- _]].
        apply in_app_iff in H' as [H' | H']; apply some in H' as [r' H']; discriminate. }
    generalize (rows n) as l. induction l as [|l IH]; simpl; [repeat constructor; intros []|].
    apply flat_map_distinct; [apply rows_distinct | |].
    + intros row. apply Injective_map_NoDup; [intros x y H; now injection H | exact IH].
    + intros x y z Hx Hy. apply in_map_iff in Hx as [u [<- _]]. apply in_map_iff in Hy as [v [H _]]. now injection H.
  - intros a. apply Injective_map_NoDup; [intros x y H; now injection H | apply cube_distinct].
  - intros a b z Ha Hb. apply in_map_iff in Ha as [u [<- _]]. apply in_map_iff in Hb as [v [H _]]. now injection H.
Qed.
