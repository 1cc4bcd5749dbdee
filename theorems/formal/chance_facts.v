(** Facts about chances and about the list of all functions of n bits. *)

From Coq Require Import Reals List Permutation Lia Lra.
From Marginalia.formal Require Import vectors boolean boolean_facts chance lists_facts.
Import ListNotations.
Open Scope R_scope.

Lemma binary_cube : forall n, map binary (cube n) = seq 0 (2 ^ n).
Proof.
  assert (from : forall n m,
    map (fun x => fold_left (fun k (b : bool) => 2 * k + (if b then 1 else 0))%nat x m) (cube n) =
      seq (m * 2 ^ n) (2 ^ n)).
  { unfold bits. induction n as [|n IH]; intros m; simpl.
    - now rewrite Nat.mul_1_r.
    - rewrite map_app, !map_map. simpl. rewrite !IH.
      replace (2 ^ n + (2 ^ n + 0))%nat with (2 ^ n + 2 ^ n)%nat by lia. rewrite seq_app. f_equal; f_equal; lia. }
  intros n. unfold binary. rewrite from. f_equal.
Qed.

(** The values of the function of a table are the table, or, if that is longer, its beginning. *)
Lemma of_table_prefix : forall n table, (2 ^ n <= length table)%nat ->
  map (of_table table) (cube n) = firstn (2 ^ n) table.
Proof.
  intros n table H. unfold of_table. rewrite <- (map_map binary (fun i => nth i table false)), binary_cube.
  now apply first_entries.
Qed.

Lemma of_table_values : forall n table, length table = (2 ^ n)%nat -> map (of_table table) (cube n) = table.
Proof. intros n table H. rewrite of_table_prefix, <- H by lia. apply firstn_all. Qed.

(** Every function of n bits is in the list of them, once: exactly one table has its values. *)
Lemma functions_complete : forall n (f : bits -> bool), exists! table,
  In table (cube (2 ^ n)) /\ forall x, length x = n -> of_table table x = f x.
Proof.
  intros n f. exists (map f (cube n)).
  assert (size : length (map f (cube n)) = (2 ^ n)%nat) by (rewrite map_length; apply length_cube).
  split; [split|].
  - now apply in_cube.
  - pose proof (of_table_values n _ size) as E. intros x Hx. apply in_cube in Hx.
    revert x Hx. apply map_ext_in_iff. exact E.
  - intros table [H same]. apply in_cube in H. rewrite <- (of_table_values n table H).
    apply map_ext_in. intros x Hx. symmetry. apply same. now apply in_cube.
Qed.

Lemma times_ext : forall {A : Type} (outcomes : list A) (e e' : A -> bool),
  (forall x, In x outcomes -> e x = e' x) -> times outcomes e = times outcomes e'.
Proof. intros A outcomes e e' H. unfold times. f_equal. now apply filter_ext_in. Qed.

Lemma times_map : forall {A B : Type} (h : A -> B) outcomes e,
  times (map h outcomes) e = times outcomes (fun x => e (h x)).
Proof.
  intros A B h outcomes e. unfold times. induction outcomes as [|x outcomes IH]; simpl; [reflexivity|].
  destruct (e (h x)); simpl; now rewrite IH.
Qed.

Lemma times_app : forall {A : Type} (u v : list A) e, times (u ++ v) e = (times u e + times v e)%nat.
Proof. intros A u v e. unfold times. now rewrite filter_app, app_length. Qed.

Lemma times_all : forall {A : Type} (outcomes : list A) e, (forall x, e x = true) -> times outcomes e = length outcomes.
Proof.
  intros A outcomes e H. unfold times. induction outcomes as [|x outcomes IH]; simpl; [reflexivity|].
  rewrite H. simpl. now rewrite IH.
Qed.

Lemma times_none : forall {A : Type} (outcomes : list A) e, (forall x, e x = false) -> times outcomes e = 0%nat.
Proof.
  intros A outcomes e H. unfold times. induction outcomes as [|x outcomes IH]; simpl; [reflexivity|]. now rewrite H.
Qed.

Lemma times_total : forall {A : Type} (outcomes : list A) e,
  INR (times outcomes e) = total (map (fun x => if e x then 1 else 0) outcomes).
Proof.
  intros A outcomes e. unfold times. induction outcomes as [|x outcomes IH]; simpl; [reflexivity|].
  destruct (e x); simpl length; rewrite ?S_INR, IH; unfold total; simpl; lra.
Qed.

Lemma chance_ext : forall {A : Type} (outcomes : list A) (e e' : A -> bool),
  (forall x, In x outcomes -> e x = e' x) -> chance outcomes e = chance outcomes e'.
Proof. intros A outcomes e e' H. unfold chance. now rewrite (times_ext outcomes e e'). Qed.

Lemma chance_map : forall {A B : Type} (h : A -> B) outcomes e,
  chance (map h outcomes) e = chance outcomes (fun x => e (h x)).
Proof. intros A B h outcomes e. unfold chance. now rewrite times_map, map_length. Qed.

Lemma INR_pow2 : forall n, INR (2 ^ n) = 2 ^ n.
Proof. intros n. rewrite pow_INR. reflexivity. Qed.

Lemma chance_cube : forall n e, chance (cube n) e = INR (times (cube n) e) / 2 ^ n.
Proof. intros n e. unfold chance. now rewrite length_cube, INR_pow2. Qed.

Lemma times_permutation {A : Type} (l m : list A) (event : A -> bool) :
  Permutation l m -> times l event = times m event.
Proof.
  unfold times. induction 1; simpl; auto.
  - destruct (event x); simpl; auto.
  - destruct (event x), (event y); reflexivity.
  - congruence.
Qed.

Lemma binary_below : forall z, (binary z < 2 ^ length z)%nat.
Proof.
  intros z. assert (H : In (binary z) (map binary (cube (length z)))) by (apply in_map, in_cube; reflexivity).
  rewrite binary_cube, in_seq in H. lia.
Qed.
