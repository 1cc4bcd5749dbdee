(** Sums of a function over a finite list. *)

From Coq Require Import Reals List Permutation Lra.
From Marginalia.formal Require Import vectors vectors_facts chance chance_facts sums.
Import ListNotations.
Open Scope R_scope.

Lemma sum_over_ext : forall {A : Type} (xs : list A) F G,
  (forall x, In x xs -> F x = G x) -> sum_over xs F = sum_over xs G.
Proof. intros A xs F G. apply total_ext. Qed.

Lemma sum_over_app : forall {A : Type} (xs ys : list A) F, sum_over (xs ++ ys) F = sum_over xs F + sum_over ys F.
Proof. intros A xs ys F. unfold sum_over. rewrite map_app. apply total_app. Qed.

Lemma sum_over_map : forall {A B : Type} (h : A -> B) xs F, sum_over (map h xs) F = sum_over xs (fun x => F (h x)).
Proof. intros A B h xs F. unfold sum_over. now rewrite map_map. Qed.

Lemma sum_over_linear : forall {A : Type} (xs : list A) a b F G,
  sum_over xs (fun x => a * F x + b * G x) = a * sum_over xs F + b * sum_over xs G.
Proof. intros A xs a b F G. apply total_combined. Qed.

Lemma sum_over_scaled : forall {A : Type} (xs : list A) a F, sum_over xs (fun x => a * F x) = a * sum_over xs F.
Proof.
  intros A xs a F. rewrite (sum_over_ext xs _ (fun x => a * F x + 0 * F x)) by (intros; ring).
  rewrite sum_over_linear. ring.
Qed.

Lemma sum_over_le : forall {A : Type} (xs : list A) F G,
  (forall x, In x xs -> F x <= G x) -> sum_over xs F <= sum_over xs G.
Proof.
  intros A xs F G. induction xs as [|x xs IH]; intros H; unfold sum_over in *; simpl; [lra|].
  apply Rplus_le_compat; [apply H; now left | apply IH; intros y Hy; apply H; now right].
Qed.

Lemma sum_over_constant : forall {A : Type} (xs : list A) a, sum_over xs (fun _ => a) = INR (length xs) * a.
Proof.
  intros A xs a. unfold sum_over, total. induction xs as [|x xs IH]; cbn [map fold_right length]; [simpl; ring|].
  rewrite IH, S_INR. ring.
Qed.

Lemma sum_over_permutation : forall {A : Type} (xs ys : list A) F, Permutation xs ys -> sum_over xs F = sum_over ys F.
Proof. intros A xs ys F H. now apply total_permutation, Permutation_map. Qed.

Lemma sum_over_filter : forall {A : Type} (xs : list A) p F,
  sum_over (filter p xs) F = sum_over xs (fun x => (if p x then 1 else 0) * F x).
Proof.
  intros A xs p F. unfold sum_over. induction xs as [|x xs IH]; simpl; [reflexivity|].
  destruct (p x); simpl; rewrite IH; ring.
Qed.

Lemma times_sum : forall {A : Type} (xs : list A) e, INR (times xs e) = sum_over xs (fun x => if e x then 1 else 0).
Proof. intros A xs e. apply times_total. Qed.

Lemma sum_over_swap : forall {A B : Type} (xs : list A) (ys : list B) F,
  sum_over xs (fun x => sum_over ys (F x)) = sum_over ys (fun y => sum_over xs (fun x => F x y)).
Proof.
  intros A B xs ys F. induction xs as [|x xs IH].
  - rewrite (sum_over_ext ys _ (fun _ => 0)) by reflexivity. rewrite sum_over_constant. unfold sum_over. simpl. ring.
  - rewrite (sum_over_ext ys _ (fun y => 1 * F x y + 1 * sum_over xs (fun x => F x y)))
      by (intros; unfold sum_over; simpl; ring).
    rewrite sum_over_linear, <- IH. unfold sum_over. simpl. ring.
Qed.

Lemma sum_over_flat_map : forall {A B : Type} (f : A -> list B) xs F,
  sum_over (flat_map f xs) F = sum_over xs (fun x => sum_over (f x) F).
Proof.
  intros A B f xs F. induction xs as [|x xs IH]; [reflexivity|]. simpl. rewrite sum_over_app, IH. reflexivity.
Qed.
