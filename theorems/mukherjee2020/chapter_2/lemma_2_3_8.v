(** Lemma 2.3.8: ReLU networks with one hidden layer for the support function of a zonotope. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors networks zonotope vectors_facts zonotope_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** The network that adds c max(0, <v, x>) over some pairs (c, v). *)
Definition sum_of_units (units : list (R * point)) : network :=
  Network [map (fun u => Gate (snd u) 0) units] [Gate (map fst units) 0].

Definition units_value (units : list (R * point)) (x : point) : R :=
  total (map (fun u => fst u * relu (dot x (snd u))) units).

Lemma units_app units units' x : units_value (units ++ units') x = units_value units x + units_value units' x.
Proof.
  induction units as [|u units IH]; unfold units_value, total in *; simpl; [ring|]. rewrite IH. ring.
Qed.

Lemma sum_of_units_computes n units f :
  units <> [] -> Forall (fun u => length (snd u) = n) units -> (forall x, length x = n -> f x = units_value units x) ->
  computes_number (sum_of_units units) n f /\ depth (sum_of_units units) = 2%nat /\
  size (sum_of_units units) = length units.
Proof.
  intros H L E. split; [|split; [reflexivity | unfold size, widths; simpl; rewrite map_length; lia]].
  split; [split|].
  - simpl. split; [|split].
    + apply Forall_map. exact L.
    + destruct units; [contradiction | discriminate].
    + constructor; [|constructor]. simpl. now rewrite !map_length.
  - reflexivity.
  - intros x Hx. unfold evaluate, affine. simpl. unfold gate_value at 1. simpl.
    rewrite E, Rplus_0_r by exact Hx. f_equal. unfold units_value.
    clear. induction units as [|[c v] units IH]; simpl; [reflexivity|].
    rewrite IH. unfold gate_value. simpl. now rewrite Rplus_0_r, (dot_comm v).
Qed.

(** Every support function of a zonotope in R^n of m generators is computed by a ReLU network of depth 2, that is, with
    one hidden layer, and of size 2m. *)
Theorem lemma_2_3_8_printed :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    exists N, computes_number N n g /\ depth N = 2%nat /\ size N = (2 * m)%nat.
Proof.
  intros n m b g _ Hm Hb H G.
  set (units := map (fun v => (1, v)) b ++ map (fun v => (1, scale (-1) v)) b).
  exists (sum_of_units units).
  replace (2 * m)%nat with (length units) by (unfold units; rewrite app_length, !map_length; lia).
  apply sum_of_units_computes.
  - destruct b; [simpl in Hb; lia | discriminate].
  - apply Forall_app. split; apply Forall_map; simpl; [exact H|].
    eapply Forall_impl; [|exact H]. intros v. apply length_scale.
  - intros x Hx. rewrite (support_is_width n b g x H G Hx). unfold units. rewrite units_app.
    clear. induction b as [|v b IH]; unfold units_value in *; simpl; [unfold width; simpl; ring|].
    rewrite width_cons, IH, dot_scale_r. simpl.
    enough (Rabs (dot x v) = relu (dot x v) + relu (-1 * dot x v)) by (unfold total; lra).
    unfold Rabs, relu, Rmax. destruct (Rcase_abs _), (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

(** |t| = 2 max(0, s t) - s t for a sign s. *)
Lemma abs_by_relu s t : s = 1 \/ s = -1 -> Rabs t = 2 * relu (s * t) - s * t.
Proof.
  intros [-> | ->]; unfold Rabs, relu, Rmax; destruct (Rcase_abs _), (Rle_dec _ _); lra.
Qed.

(** The units with weight 2 for the signed generators, and what they leave. *)
Definition doubled (s : list R) (b : list point) : list (R * point) := map (fun v => (2, v)) (signed s b).

Lemma doubled_value n s b x :
  length s = length b -> Forall (fun c => c = 1 \/ c = -1) s -> Forall (fun v => length v = n) b -> length x = n ->
  width b x = units_value (doubled s b) x - dot x (combination n s b).
Proof.
  intros L S H Hx. revert s L S. induction H as [|v b Hv Hb IH]; intros [|c s] L S; simpl in L; try discriminate.
  - unfold units_value. simpl. rewrite dot_origin_r. unfold width. simpl. ring.
  - inversion_clear S as [|? ? Hc Hs]. rewrite width_cons, (IH s) by (auto; lia).
    unfold units_value, doubled. rewrite signed_cons. simpl. rewrite dot_add_r, dot_scale_r by
      (transitivity n; [apply length_scale|symmetry; apply length_combination]; auto).
    rewrite (abs_by_relu c) by assumption.
    unfold total. lra.
Qed.

Lemma doubled_length n s b :
  Forall (fun v => length v = n) b -> Forall (fun u => length (snd u) = n) (doubled s b).
Proof. intros H. apply Forall_map. simpl. apply signed_length, H. Qed.

Lemma length_doubled s b : length s = length b -> length (doubled s b) = length b.
Proof. intros L. unfold doubled. rewrite map_length. apply length_signed, L. Qed.

Lemma with_remainder n m b g :
  (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
  exists N, computes_number N n g /\ depth N = 2%nat /\ size N = (m + 2)%nat.
Proof.
  intros Hm Hb H G. set (s := repeat 1 m). set (rest := combination n s b).
  set (units := doubled s b ++ [(-1, rest); (1, scale (-1) rest)]).
  assert (Ls : length s = length b) by (unfold s; rewrite repeat_length; auto).
  assert (Lr : length rest = n) by (apply length_combination, H).
  exists (sum_of_units units).
  replace (m + 2)%nat with (length units).
  2: { unfold units. rewrite app_length, (length_doubled s b Ls). simpl. lia. }
  apply sum_of_units_computes.
  - unfold units. now destruct (doubled s b).
  - apply Forall_app. split; [apply doubled_length, H|].
    repeat constructor; [exact Lr | apply length_scale, Lr].
  - intros x Hx. rewrite (support_is_width n b g x H G Hx), (doubled_value n s b x) by
      (auto; unfold s; clear; induction m; simpl; auto).
    unfold units. rewrite units_app. fold rest. unfold units_value at 3. simpl. rewrite dot_scale_r.
    enough (- dot x rest = -1 * relu (dot x rest) + relu (-1 * dot x rest)) by lra.
    unfold relu, Rmax. destruct (Rle_dec _ _), (Rle_dec _ _); lra.
Qed.

Lemma without_remainder n m b g s :
  (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
  length s = m -> Forall (fun c => c = 1 \/ c = -1) s -> combination n s b = origin n ->
  exists N, computes_number N n g /\ depth N = 2%nat /\ size N = m.
Proof.
  intros Hm Hb H G Ls S Z. exists (sum_of_units (doubled s b)).
  assert (Ld : length (doubled s b) = m) by (rewrite length_doubled; congruence).
  rewrite <- Ld. apply sum_of_units_computes.
  - intros E. rewrite E in Ld. simpl in Ld. lia.
  - apply doubled_length, H.
  - intros x Hx. rewrite (support_is_width n b g x H G Hx), (doubled_value n s b x) by (auto; congruence).
    rewrite Z, dot_origin_r. ring.
Qed.

(** Every support function of a zonotope in R^n of m generators is computed by a ReLU network of depth 2, that is, with
    one hidden layer, and of size m + 2, where 2 m is printed. *)
Theorem lemma_2_3_8_improved_printed :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    exists N, computes_number N n g /\ depth N = 2%nat /\ size N = (m + 2)%nat.
Proof. intros n m b g _. apply with_remainder. Qed.

(** A network of depth 2 with m + 2 units computes the support function of the zonotope of b_1, ..., b_m in R^n, and one
    with m units where some sum s_1 b_1 + ... + s_m b_m with signs s_i = 1 or -1 is the origin. *)
Theorem lemma_2_3_8_improved_sharpened :
  forall (n m : nat) (b : list point) (g : point -> R),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b -> is_support n b g ->
    (exists N, computes_number N n g /\ depth N = 2%nat /\ size N = (m + 2)%nat) /\
    ((exists s, length s = m /\ Forall (fun c => c = 1 \/ c = -1) s /\ combination n s b = origin n) ->
     exists N, computes_number N n g /\ depth N = 2%nat /\ size N = m).
Proof.
  intros n m b g _ Hm Hb H G. split.
  - now apply (with_remainder n m b).
  - intros (s & Ls & S & Z). now apply (without_remainder n m b g s).
Qed.
