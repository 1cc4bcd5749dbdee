(** Appendix 2.E of Mukherjee 2020: ranks and sign-ranks of the matrices of circuits with restricted bottom weights. *)

From Coq Require Import Reals List Bool Arith Lia Lra.
From Marginalia.formal Require Import vectors networks boolean blocks blocks_facts sign_rank ranks ranks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_e_1.
Import ListNotations.
Open Scope R_scope.

(** ** The bias of the top gate *)

Lemma gap (N : nat) (t : nat -> R) : exists p, 0 < p /\ forall i, (i < N)%nat -> t i < 0 -> t i <= - p.
Proof.
  induction N as [|N (p & positive & apart)]; [exists 1; split; [lra | lia]|].
  exists (if Rlt_dec (t N) 0 then Rmin p (- t N) else p). split.
  - destruct (Rlt_dec (t N) 0); [apply Rmin_glb_lt; lra | exact positive].
  - intros i small negative. destruct (Nat.eq_dec i N) as [-> | ?].
    + destruct (Rlt_dec (t N) 0); [|lra]. pose proof (Rmin_r p (- t N)). lra.
    + specialize (apart i ltac:(lia) negative). destruct (Rlt_dec (t N) 0); [|exact apart].
      pose proof (Rmin_l p (- t N)). lra.
Qed.

Lemma shifted (N : nat) (t : nat -> R) (p delta : R) :
  (forall i, (i < N)%nat -> t i < 0 -> t i <= - p) -> 0 < delta < p ->
  forall i, (i < N)%nat -> t i + delta <> 0 /\ (0 <= t i + delta <-> 0 <= t i).
Proof.
  intros apart between i small. destruct (Rlt_le_dec (t i) 0) as [negative | ?].
  - specialize (apart i small negative). lra.
  - lra.
Qed.

(** The negative ones among the inputs of the top gate stay away from 0 by some p > 0, and a shift of its bias by less
    than such a p makes none of them 0 and changes none of the outputs. *)
Theorem section_2_e_shift_top_bias_printed : forall (N : nat) (t : nat -> R), (1 <= N)%nat ->
  (exists p, 0 < p /\ forall i, (i < N)%nat -> t i < 0 -> t i <= - p) /\
  forall p delta, 0 < p -> (forall i, (i < N)%nat -> t i < 0 -> t i <= - p) -> 0 < delta < p ->
    forall i, (i < N)%nat -> t i + delta <> 0 /\ (0 <= t i + delta <-> 0 <= t i).
Proof.
  intros N t _. split; [apply gap|]. intros p delta _ apart between. now apply (shifted N t p delta).
Qed.

(** ** Ranks of sums *)

(** c J + a 0 F 0 + ... + a (w - 1) F (w - 1), where J has all entries 1. *)
Definition combination (w : nat) (F : nat -> matrix) (a : nat -> R) (c : R) : matrix :=
  fun x y => c + total (map (fun j => a j * F j x y) (seq 0 w)).

Lemma rank_of_combination n w F rho a c : (forall j, (j < w)%nat -> rank_at_most n (rho j) (F j)) ->
  rank_at_most n (1 + list_sum (map rho (seq 0 w))) (combination w F a c).
Proof.
  induction w as [|w IH]; intros each.
  - apply (rank_same n 1 (fun _ _ => c)); [|apply rank_constant]. intros x y _ _. unfold combination. simpl. ring.
  - rewrite seq_S, map_app, list_sum_app. cbn [map list_sum fold_right Nat.add].
    replace (S (list_sum (map rho (seq 0 w)) + (rho w + 0)))%nat with (1 + list_sum (map rho (seq 0 w)) + rho w)%nat
      by lia.
    apply (rank_same n _ (fun x y => combination w F a c x y + a w * F w x y)).
    + intros x y _ _. unfold combination. rewrite sum_S. ring.
    + apply rank_sum; [apply IH; intros; apply each; lia | apply rank_multiple, each; lia].
Qed.

(** The rank of a sum is at most the sum of the ranks; for a combination of F 0, ..., F (w - 1) with J, at most 1 and
    the sum of their ranks. *)
Theorem section_2_e_rank_subadditive_printed :
  (forall (n q r : nat) (A B : matrix), (1 <= n)%nat -> rank_at_most n q A -> rank_at_most n r B ->
    rank_at_most n (q + r) (fun x y => A x y + B x y)) /\
  (forall (n w : nat) (F : nat -> matrix) (rho : nat -> nat) (a : nat -> R) (c : R), (1 <= n)%nat ->
    (forall j, (j < w)%nat -> rank_at_most n (rho j) (F j)) ->
    rank_at_most n (1 + list_sum (map rho (seq 0 w))) (combination w F a c)).
Proof.
  split.
  - intros n q r A B _. apply rank_sum.
  - intros n w F rho a c _. apply rank_of_combination.
Qed.

(** Part of the unit matrix: its rows b, ..., b + r - 1. *)
Definition unit_rows (b r : nat) : matrix :=
  fun x y => if (b <=? x) && (x <? b + r) then unit_matrix x y else 0.

Lemma rank_of_unit_rows n b r : rank_at_most n r (unit_rows b r).
Proof.
  exists (fun x s => unit_matrix x (b + s)%nat), (fun s y => unit_matrix (b + s)%nat y). intros x y _ _.
  unfold unit_rows. destruct (Nat.leb_spec b x) as [low | low]; cbn [andb].
  - destruct (Nat.ltb_spec x (b + r)) as [high | high].
    + rewrite (sum_single _ r (x - b)%nat) by
        first [lia | intros s _ other; unfold unit_matrix; destruct (Nat.eqb_spec x (b + s)); [lia | ring]].
      replace (b + (x - b))%nat with x by lia. unfold unit_matrix at 2. rewrite Nat.eqb_refl. ring.
    + symmetry. apply sum_zero. intros s small. unfold unit_matrix. destruct (Nat.eqb_spec x (b + s)); [lia | ring].
  - symmetry. apply sum_zero. intros s small. unfold unit_matrix. destruct (Nat.eqb_spec x (b + s)); [lia | ring].
Qed.

(** No smaller bound holds for any two ranks. *)
Theorem section_2_e_rank_subadditive_sharpened :
  (forall (n q r : nat) (A B : matrix), (1 <= n)%nat -> rank_at_most n q A -> rank_at_most n r B ->
    rank_at_most n (q + r) (fun x y => A x y + B x y)) /\
  (forall q r : nat, (1 <= q + r)%nat -> exists A B : matrix,
    rank_at_most (q + r) q A /\ rank_at_most (q + r) r B /\
    forall s, rank_at_most (q + r) s (fun x y => A x y + B x y) -> (q + r <= s)%nat).
Proof.
  split; [intros n q r A B _; apply rank_sum|]. intros q r _. exists (unit_rows 0 q), (unit_rows q r).
  split; [apply rank_of_unit_rows | split; [apply rank_of_unit_rows|]]. intros s bounded. apply rank_of_unit.
  apply (rank_same _ _ (fun x y => unit_rows 0 q x y + unit_rows q r x y)); [|exact bounded].
  intros x y small _. unfold unit_rows. cbn [Nat.leb andb Nat.add].
  destruct (Nat.ltb_spec x q), (Nat.leb_spec q x), (Nat.ltb_spec x (q + r)); try lia; cbn [andb]; ring.
Qed.

(** ** Blocks *)

(** D groups of rows and columns make rank at most D D. *)
Theorem section_2_e_block_rank_printed : forall (n D : nat) (A : matrix), (1 <= n)%nat -> (1 <= D)%nat ->
  block_constant n D A -> rank_at_most n (D * D) A.
Proof.
  intros n D A _ some (rows & columns & [few _] & _ & constant). apply (rank_more n D); [nia|].
  apply (rank_of_groups n D A rows few). intros x u y in_x in_u in_y same. now apply constant.
Qed.

(** They make rank at most D, and for all D some matrix with D groups has no smaller rank. *)
Theorem section_2_e_block_rank_sharpened :
  (forall (n D : nat) (A : matrix), (1 <= n)%nat -> (1 <= D)%nat -> block_constant n D A -> rank_at_most n D A) /\
  (forall D : nat, (1 <= D)%nat -> exists A : matrix,
    block_constant D D A /\ forall r, rank_at_most D r A -> (D <= r)%nat).
Proof.
  split.
  - intros n D A _ _ (rows & columns & [few _] & _ & constant).
    apply (rank_of_groups n D A rows few). intros x u y in_x in_u in_y same. now apply constant.
  - intros D _. exists unit_matrix. split; [apply singletons | intros r; apply rank_of_unit].
Qed.
