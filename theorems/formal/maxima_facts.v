(** Facts about maxima of affine functions. *)

From Coq Require Import Reals List Permutation Lia.
From Marginalia.formal Require Import vectors networks maxima.
Import ListNotations.
Open Scope R_scope.

(** r is the largest of the values of the gates of A at x. *)
Definition is_top (A : layer) (x : point) (r : R) : Prop :=
  (forall g, In g A -> gate_value g x <= r) /\ exists g, In g A /\ gate_value g x = r.

Lemma top_spec A x : A <> [] -> is_top A x (largest (affine A x)).
Proof.
  induction A as [|g A IH]; intros H; [congruence|]. destruct A as [|h A].
  - simpl. split; [intros g' [<-|[]]; apply Rle_refl|exists g; simpl; auto].
  - destruct (IH ltac:(discriminate)) as [H1 (g' & Hg' & E)].
    change (is_top (g :: h :: A) x (Rmax (gate_value g x) (largest (affine (h :: A) x)))). split.
    + intros g'' [<-|Hg'']; [apply Rmax_l|]. eapply Rle_trans; [apply H1, Hg''|apply Rmax_r].
    + unfold Rmax. destruct (Rle_dec _ _); [exists g'|exists g]; split; simpl in *; auto.
Qed.

Lemma top_unique A x r : is_top A x r -> largest (affine A x) = r.
Proof.
  intros [H1 (g & Hg & E)]. destruct (top_spec A x) as [H2 (h & Hh & E')]; [intros ->; exact Hg|].
  apply Rle_antisym; [rewrite <- E'; apply H1, Hh|rewrite <- E; apply H2, Hg].
Qed.

Lemma signed_maxima_more n k l T : (k <= l)%nat -> signed_maxima n k T -> signed_maxima n l T.
Proof.
  intros H HT. eapply Forall_impl; [|exact HT]. simpl. intros t (H1 & H2 & H3). repeat split; (assumption || lia).
Qed.

Lemma top_permuted A B x : A <> [] -> Permutation A B -> largest (affine A x) = largest (affine B x).
Proof.
  intros HA HP. symmetry. apply top_unique. destruct (top_spec A x HA) as [H1 (g & Hg & E)]. split.
  - intros h Hh. apply H1. exact (Permutation_in _ (Permutation_sym HP) Hh).
  - exists g. split; [exact (Permutation_in _ HP Hg)|exact E].
Qed.

Lemma top_cons g A x : A <> [] -> largest (affine (g :: A) x) = Rmax (gate_value g x) (largest (affine A x)).
Proof. destruct A; [congruence|reflexivity]. Qed.

Lemma top_app A B x : A <> [] -> B <> [] ->
  largest (affine (A ++ B) x) = Rmax (largest (affine A x)) (largest (affine B x)).
Proof.
  intros HA HB. induction A as [|g A IH]; [congruence|]. simpl app. rewrite top_cons.
  - destruct A as [|h A]; [reflexivity|]. rewrite IH, (top_cons g) by discriminate. apply Rmax_assoc.
  - intros E. apply app_eq_nil in E. exact (HB (proj2 E)).
Qed.
