(** Facts about zonotopes: their points, their support functions. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors zonotope vectors_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** ** Points of a zonotope *)

Lemma length_combination n l b : Forall (fun v => length v = n) b -> length (combination n l b) = n.
Proof.
  intros H. revert l; induction H as [|v b Hv _ IH]; intros [|c l]; simpl; try apply length_origin.
  apply length_add; [apply length_scale; exact Hv | apply IH].
Qed.

Lemma in_zonotope_length n b x : Forall (fun v => length v = n) b -> in_zonotope n b x -> length x = n.
Proof. intros H (l & _ & _ & ->). apply length_combination, H. Qed.

Lemma in_zonotope_nil n x : in_zonotope n [] x <-> x = origin n.
Proof.
  split.
  - intros ([|c l] & L & _ & ->); [reflexivity | discriminate].
  - intros ->. exists []. auto.
Qed.

Lemma in_zonotope_cons n v b x :
  in_zonotope n (v :: b) x <-> exists c u, -1 <= c <= 1 /\ in_zonotope n b u /\ x = add (scale c v) u.
Proof.
  split.
  - intros ([|c l] & L & B & ->); simpl in L; [discriminate|]. inversion_clear B.
    exists c, (combination n l b). repeat split; try tauto. exists l. auto.
  - intros (c & u & Hc & (l & L & B & ->) & ->). exists (c :: l). simpl. repeat split; auto.
Qed.

(** ** The support function *)

(** The claimed support function: |<r, b_1>| + ... + |<r, b_m>|. *)
Definition width (b : list point) (r : point) : R := total (map (fun v => Rabs (dot r v)) b).

Lemma width_cons v b r : width (v :: b) r = Rabs (dot r v) + width b r.
Proof. reflexivity. Qed.

Lemma width_is_support n b : Forall (fun v => length v = n) b -> is_support n b (width b).
Proof.
  intros H r _. induction H as [|v b Hv Hb [(u & Hu & E) IH]].
  - split.
    + exists (origin n). split; [now apply in_zonotope_nil | apply dot_origin_r].
    + intros x Hx. apply in_zonotope_nil in Hx as ->. rewrite dot_origin_r. apply Rle_refl.
  - rewrite width_cons. split.
    + exists (add (scale (if Rle_dec 0 (dot r v) then 1 else -1) v) u). split.
      * apply in_zonotope_cons. exists (if Rle_dec 0 (dot r v) then 1 else -1), u.
        repeat split; auto; destruct (Rle_dec 0 (dot r v)); lra.
      * assert (length u = n) by (apply (in_zonotope_length n b); assumption).
        rewrite dot_add_r, dot_scale_r, E by (transitivity n; [apply length_scale|]; auto).
        unfold Rabs. destruct (Rcase_abs (dot r v)), (Rle_dec 0 (dot r v)); lra.
    + intros x Hx. apply in_zonotope_cons in Hx as (c & w & Hc & Hw & ->).
      assert (length w = n) by (apply (in_zonotope_length n b); assumption).
      rewrite dot_add_r, dot_scale_r by (transitivity n; [apply length_scale|]; auto).
      specialize (IH w Hw). unfold Rabs. destruct (Rcase_abs (dot r v)); nra.
Qed.

Lemma is_largest_unique A r s t : is_largest A r s -> is_largest A r t -> s = t.
Proof.
  intros [(x & Hx & <-) Hs] [(y & Hy & <-) Ht].
  apply Rle_antisym; [apply Ht | apply Hs]; assumption.
Qed.

Lemma support_is_width n b g r :
  Forall (fun v => length v = n) b -> is_support n b g -> length r = n -> g r = width b r.
Proof.
  intros H G L. apply (is_largest_unique (in_zonotope n b) r); [apply G | apply (width_is_support n b H)]; exact L.
Qed.

(** ** Signed generators *)

(** s_1 b_1, ..., s_m b_m. *)
Definition signed (s : list R) (b : list point) : list point := map (fun p => scale (fst p) (snd p)) (combine s b).

Lemma signed_cons c s v b : signed (c :: s) (v :: b) = scale c v :: signed s b.
Proof. reflexivity. Qed.

Lemma signed_length n s b : Forall (fun v => length v = n) b -> Forall (fun v => length v = n) (signed s b).
Proof.
  intros H. revert s. induction H as [|v b Hv _ IH]; intros [|c s]; try constructor.
  - apply length_scale, Hv.
  - apply IH.
Qed.

Lemma length_signed s b : length s = length b -> length (signed s b) = length b.
Proof. intros L. unfold signed. rewrite map_length, combine_length. lia. Qed.
