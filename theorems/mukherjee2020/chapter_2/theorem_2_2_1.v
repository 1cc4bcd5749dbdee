(** Theorem 2.2.1 of Mukherjee 2020: the functions R^n -> R that ReLU networks compute are the piecewise linear ones,
    and depth ceil (log2 (n + 1)) + 1 suffices; and different weights compute the same function. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks maxima vectors_facts networks_facts space_pieces maxima_facts.
From Marginalia.formal Require Import maximum_networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_1.
Import ListNotations.
Open Scope R_scope.

(** ** Networks compute piecewise linear functions *)

Definition face := (point * R)%type.
Definition satisfies (P : list face) (x : point) : Prop := Forall (fun h => dot (fst h) x <= snd h) P.

(** On each of some polyhedra F is an affine map from R^n to R^p. *)
Definition affine_pieces (n p : nat) (F : point -> point) (pieces : list (list face * layer)) : Prop :=
  forall P A, In (P, A) pieces ->
    Forall (fun h => length (fst h) = n) P /\ reads n A /\ length A = p /\
    forall x, length x = n -> satisfies P x -> F x = affine A x.

Definition covers (n : nat) (pieces : list (list face * layer)) : Prop :=
  forall x, length x = n -> exists P A, In (P, A) pieces /\ satisfies P x.

Definition piecewise_affine (n p : nat) (F : point -> point) : Prop :=
  exists pieces, affine_pieces n p F pieces /\ covers n pieces.

Lemma piecewise_affine_identity n : piecewise_affine n n (fun x => x).
Proof.
  exists [([], linear (identity n))]. split.
  - intros P A [E|[]]. injection E as <- <-. split; [constructor|]. split; [apply reads_linear, identity_rows|].
    rewrite length_linear. split; [apply length_identity|]. intros x Hx _.
    rewrite affine_linear. symmetry. apply dot_identity, Hx.
  - intros x _. exists [], (linear (identity n)). split; [left; reflexivity|constructor].
Qed.

Lemma piecewise_affine_after n p F B : piecewise_affine n p F ->
  piecewise_affine n (length B) (fun x => affine B (F x)).
Proof.
  intros (pieces & Hp & Hcover). exists (map (fun q => (fst q, after n B (snd q))) pieces). split.
  - intros P A Hin. apply in_map_iff in Hin. destruct Hin as ([P' A'] & E & Hin). injection E as <- <-. simpl.
    destruct (Hp P' A' Hin) as (HP & HA & _ & Heq). split; [exact HP|]. split; [apply reads_after, HA|].
    split; [apply length_after|]. intros x Hx Hs. rewrite (Heq x Hx Hs). symmetry. apply affine_after, HA.
  - intros x Hx. destruct (Hcover x Hx) as (P & A & Hin & Hs). exists P, (after n B A). split; [|exact Hs].
    apply (in_map (fun q => (fst q, after n B (snd q))) pieces (P, A) Hin).
Qed.

(** Each of the rectified gates of A is 0 on one side of a hyperplane, and the gate on the other. *)
Fixpoint sides (n : nat) (A : layer) : list (list face * layer) :=
  match A with
  | [] => [([], [])]
  | g :: A' =>
      map (fun q => ((scale (-1) (weights g), bias g) :: fst q, g :: snd q)) (sides n A') ++
      map (fun q => ((weights g, - bias g) :: fst q, Gate (origin n) 0 :: snd q)) (sides n A')
  end.

Lemma sides_affine n A : reads n A -> affine_pieces n (length A) (fun x => map relu (affine A x)) (sides n A).
Proof.
  induction 1 as [|g A Hg _ IH]; intros P B Hin; simpl in Hin.
  - destruct Hin as [E|[]]. injection E as <- <-. repeat split; constructor.
  - apply in_app_iff in Hin. destruct Hin as [Hin|Hin]; apply in_map_iff in Hin; destruct Hin as ([Q C] & E & Hin);
      injection E as <- <-; destruct (IH Q C Hin) as (HQ & HC & HlC & Heq); simpl.
    + split; [constructor; [apply length_scale, Hg|exact HQ]|]. split; [constructor; assumption|].
      split; [congruence|]. intros x Hx Hs. inversion Hs as [|h Q' Hh HsQ]; subst. simpl in Hh.
      rewrite (Heq x Hx HsQ). f_equal. apply relu_nonneg. rewrite dot_scale_l in Hh. unfold gate_value. lra.
    + split; [constructor; assumption|]. split; [constructor; [apply length_origin|exact HC]|].
      split; [congruence|]. intros x Hx Hs. inversion Hs as [|h Q' Hh HsQ]; subst. simpl in Hh.
      rewrite (Heq x Hx HsQ). f_equal. unfold gate_value. simpl. rewrite dot_origin_l, relu_nonpos by lra. ring.
Qed.

Lemma sides_cover n A : covers n (sides n A).
Proof.
  intros x Hx. induction A as [|g A (P & B & Hin & Hs)]; simpl.
  - exists [], []. split; [left; reflexivity|constructor].
  - destruct (Rle_lt_dec 0 (gate_value g x)) as [Hpos|Hneg]; unfold gate_value in *.
    + exists ((scale (-1) (weights g), bias g) :: P), (g :: B). split.
      * apply in_app_iff. left. apply in_map_iff. exists (P, B). auto.
      * constructor; [|exact Hs]. simpl. rewrite dot_scale_l. lra.
    + exists ((weights g, - bias g) :: P), (Gate (origin n) 0 :: B). split.
      * apply in_app_iff. right. apply in_map_iff. exists (P, B). auto.
      * constructor; [|exact Hs]. simpl. lra.
Qed.

Lemma piecewise_affine_relu n p F : piecewise_affine n p F -> piecewise_affine n p (fun x => map relu (F x)).
Proof.
  intros (pieces & Hp & Hcover).
  exists (flat_map (fun q => map (fun r => (fst q ++ fst r, snd r)) (sides n (snd q))) pieces). split.
  - intros P B Hin. apply in_flat_map in Hin. destruct Hin as ([P' A] & HP & Hin). apply in_map_iff in Hin.
    destruct Hin as ([Q C] & E & Hin). injection E as <- <-. simpl in *.
    destruct (Hp P' A HP) as (HP' & HA & HlA & Heq), (sides_affine n A HA Q C Hin) as (HQ & HC & HlC & Heq').
    split; [apply Forall_app; auto|]. split; [exact HC|]. split; [congruence|].
    intros x Hx Hs. apply Forall_app in Hs. rewrite (Heq x Hx (proj1 Hs)). exact (Heq' x Hx (proj2 Hs)).
  - intros x Hx. destruct (Hcover x Hx) as (P & A & Hin & Hs), (sides_cover n A x Hx) as (Q & B & HQ & HsQ).
    exists (P ++ Q), B. split; [|apply Forall_app; auto]. apply in_flat_map. exists (P, A). split; [exact Hin|].
    apply in_map_iff. exists (Q, B). auto.
Qed.

Lemma piecewise_affine_layers n p layers F : piecewise_affine n p F ->
  piecewise_affine n (last_width p layers) (fun x => activations layers (F x)).
Proof.
  revert p F; induction layers as [|A layers IH]; intros p F HF; simpl; [exact HF|].
  apply (IH (length A) (fun x => map relu (affine A (F x)))). apply piecewise_affine_relu.
  exact (piecewise_affine_after n p F A HF).
Qed.

Lemma network_piecewise_linear n f N : computes_number N n f -> piecewise_linear n f.
Proof.
  intros [[_ HN] Hf].
  pose proof (piecewise_affine_after n _ _ (output N) (piecewise_affine_layers n n (hidden N) _
    (piecewise_affine_identity n))) as (pieces & Hp & Hcover).
  exists (map (fun q x => length x = n /\ satisfies (fst q) x) pieces). split.
  - apply Forall_map, Forall_forall. intros [P A] Hin. destruct (Hp P A Hin) as (HP & HA & HlA & Heq). split.
    + exists P. split; [exact HP|]. intros x. reflexivity.
    + destruct A as [|g [|h A]]; simpl in HlA; try lia. inversion HA as [|g' A' Hg _]; subst.
      exists (weights g), (bias g). split; [reflexivity|]. simpl. intros x [Hx Hs].
      specialize (Heq x Hx Hs). fold (evaluate N x) in Heq. rewrite (Hf x Hx) in Heq. injection Heq as ->. reflexivity.
  - intros x Hx. destruct (Hcover x Hx) as (P & A & Hin & Hs). apply Exists_exists.
    exists (fun y => length y = n /\ satisfies P y). split; [|split; assumption].
    apply (in_map (fun q x => length x = n /\ satisfies (fst q) x) pieces (P, A) Hin).
Qed.

(** ** Signed sums of maxima, by tournaments side by side *)

Lemma signed_sum_network n k terms : terms <> [] -> signed_maxima n (2 ^ k) terms ->
  exists N, computes_number N n (signed_sum terms) /\ length (hidden N) = k.
Proof.
  induction terms as [|[s A] terms IH]; intros Hne Hall; [congruence|].
  inversion Hall as [|t terms' (Hs & HA & HlA) Hrest]; subst t terms'. simpl in Hs, HA, HlA.
  assert (H : exists N, computes_number N n (fun x => s * largest (affine A x)) /\ length (hidden N) = k).
  { destruct (maximum_network n k A HA HlA) as (N & HN & HD). destruct Hs as [-> | ->].
    - exists N. split; [|exact HD]. split; [apply HN|]. intros x Hx. rewrite (proj2 HN x Hx). f_equal. ring.
    - exists (negated n N). rewrite layers_negated. split; [|exact HD].
      pose proof (computes_negated n N _ HN) as [H1 H2]. split; [exact H1|].
      intros x Hx. rewrite (H2 x Hx). f_equal. ring. }
  destruct H as (N & HN & HD). destruct terms as [|t terms].
  - exists N. split; [|exact HD]. split; [apply HN|]. intros x Hx. rewrite (proj2 HN x Hx). f_equal.
    unfold signed_sum, total. simpl. ring.
  - destruct IH as (M & HM & HDM); [discriminate|exact Hrest|].
    assert (E : length (hidden N) = length (hidden M)) by congruence.
    exists (sum_of n 1 N M). rewrite layers_sum by exact E. split; [|exact HD].
    exact (computes_sum n 1 N M _ _ E HN HM).
Qed.

(** A ReLU network from R^n to R computes a piecewise linear function, and one of depth at most ceil (log2 (n + 1)) + 1,
    with at least one hidden layer, computes any given one. *)
Theorem theorem_2_2_1_printed :
  forall (n : nat) (f : point -> R), (1 <= n)%nat ->
    (forall N, computes_number N n f -> piecewise_linear n f) /\
    (piecewise_linear n f ->
      exists N, computes_number N n f /\ (2 <= depth N <= Nat.log2_up (n + 1) + 1)%nat).
Proof.
  intros n f Hn. split; [exact (network_piecewise_linear n f)|].
  intros Hf. destruct (equation_2_1_printed n f Hn Hf) as (terms & Hne & Hterms & Heq).
  set (k := Nat.log2_up (n + 1)).
  assert (Hk : (n + 1 <= 2 ^ k)%nat) by (apply Nat.log2_up_spec; lia).
  assert (Hk1 : (1 <= k)%nat) by (apply Nat.log2_up_pos; lia).
  destruct (signed_sum_network n k terms Hne (signed_maxima_more n (n + 1) _ _ Hk Hterms)) as (N & HN & HD).
  exists N. split; [|unfold depth; lia]. split; [apply HN|].
  intros x Hx. rewrite (proj2 HN x Hx), (Heq x Hx). reflexivity.
Qed.

(** A hidden unit i may be multiplied by any lambda i > 0 and its weight v i in the output divided by lambda i: the
    network computes the same function. *)
Theorem theorem_2_2_1_nonuniqueness_printed :
  forall (n w : nat) (a : nat -> point) (b v lambda : nat -> R),
    (1 <= n)%nat -> (1 <= w)%nat -> (forall i, (1 <= i <= w)%nat -> length (a i) = n /\ 0 < lambda i) ->
    forall x, length x = n ->
      evaluate (Network [map (fun i => Gate (a i) (b i)) (seq 1 w)] [Gate (map v (seq 1 w)) 0]) x =
      evaluate (Network [map (fun i => Gate (scale (lambda i) (a i)) (lambda i * b i)) (seq 1 w)]
                        [Gate (map (fun i => v i / lambda i) (seq 1 w)) 0]) x.
Proof.
  intros n w a b v lambda _ _ Hall x _. rewrite !evaluate_one_layer, !map_map. f_equal. f_equal.
  assert (H : forall i, In i (seq 1 w) -> 0 < lambda i) by (intros i Hi; apply Hall; apply in_seq in Hi; lia).
  clear Hall. induction (seq 1 w) as [|i l IH]; simpl; [reflexivity|].
  rewrite IH by (intros j Hj; apply H; right; exact Hj). f_equal.
  pose proof (H i (or_introl eq_refl)) as Hi. unfold gate_value. simpl. rewrite dot_scale_l.
  replace (lambda i * dot (a i) x + lambda i * b i) with (lambda i * (dot (a i) x + b i)) by ring.
  set (u := dot (a i) x + b i).
  assert (E : relu (lambda i * u) = lambda i * relu u).
  { unfold relu. rewrite <- RmaxRmult by lra. rewrite Rmult_0_r. reflexivity. }
  rewrite E. field. lra.
Qed.
