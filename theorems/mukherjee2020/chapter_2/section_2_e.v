(** Appendix 2.E of Mukherjee 2020: ranks and sign-ranks of the matrices of circuits with restricted bottom weights. *)

From Coq Require Import Reals List Bool Arith Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts boolean blocks blocks_facts sign_rank ranks.
From Marginalia.formal Require Import ranks_facts.
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

(** ** Circuits *)

(** The outputs of the j-th gate of the last one of some layers of ReLU gates, as a matrix: the input of row r and
    column s is the pair of the vertices r and s. *)
Definition unit_outputs (m : nat) (layers : list layer) (j : nat) : matrix :=
  fun r s => nth j (activations layers (vertex m r ++ vertex m s)) 0.

(** The inputs and the outputs of the threshold of the top gate above such layers. *)
Definition top_inputs (m : nat) (layers : list layer) (top : gate) : matrix :=
  fun r s => gate_value top (activations layers (vertex m r ++ vertex m s)).
Definition top_outputs (m : nat) (layers : list layer) (top : gate) : matrix :=
  fun r s => threshold top (activations layers (vertex m r ++ vertex m s)).

Lemma dot_nth a z : length a = length z -> dot a z = sum (fun j => nth j a 0 * nth j z 0) (length a).
Proof.
  revert z. induction a as [|c a IH]; intros [|t z] same; try discriminate; [reflexivity|]. injection same as same.
  cbn [length seq map]. rewrite <- seq_shift, map_map. cbn [dot total fold_right nth]. f_equal. now apply IH.
Qed.

(** The input of the threshold is a combination of the outputs of the gates below. *)
Lemma top_combination m layers top r s : (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> fits (2 * m) layers [top] ->
  top_inputs m layers top r s =
    combination (length (weights top)) (unit_outputs m layers) (fun j => nth j (weights top) 0) (bias top) r s.
Proof.
  intros in_r in_s fit. unfold top_inputs, gate_value, combination, unit_outputs.
  rewrite dot_nth; [apply Rplus_comm|]. apply fits_reads in fit. inversion_clear fit as [|? ? size _].
  rewrite (length_activations (2 * m)); [exact size|]. rewrite app_length, !length_vertex by assumption. lia.
Qed.

(** A matrix of whatever is computed from a restricted bottom layer. *)
Lemma rank_of_bottom m W bottom (phi : point -> R) : restricted m W bottom ->
  rank_at_most (2 ^ m) (length bottom * (m * W) + 1) (fun r s => phi (affine bottom (vertex m r ++ vertex m s))).
Proof.
  intros (rows & columns & along). destruct (bottom_blocks m W rows columns bottom along)
    as (row_groups & column_groups & [few _] & _ & same).
  destruct along as (ordered_rows & ordered_columns & _).
  destruct (finite_choice (2 ^ m) (fun x p => (p < 2 ^ m)%nat /\ rows p = x) 0%nat) as [place at_place].
  { intros x small. now apply order_reaches. }
  destruct (finite_choice (2 ^ m) (fun y p => (p < 2 ^ m)%nat /\ columns p = y) 0%nat) as [place' at_place'].
  { intros y small. now apply order_reaches. }
  apply (rank_of_groups _ _ _ (fun x => row_groups (place x))).
  - intros x small. apply few. now apply at_place.
  - intros x u y in_x in_u in_y agree. f_equal.
    destruct (at_place x in_x) as [in_px <-], (at_place u in_u) as [in_pu <-], (at_place' y in_y) as [in_py <-].
    now apply same.
Qed.

Lemma widths_bounded n layers last : fits n layers last -> layers <> [] ->
  (1 <= length (hd [] layers) <= product (map (@length gate) layers))%nat /\
  (length (hd [] layers) * last_width n layers <= product (map (@length gate) layers) ^ 2)%nat.
Proof.
  assert (positive : forall n layers, fits n layers last -> (1 <= product (map (@length gate) layers))%nat /\
    (layers <> [] -> (last_width n layers <= product (map (@length gate) layers))%nat)).
  { clear. intros n layers. revert n. induction layers as [|A layers IH]; intros n fit; [now simpl|].
    destruct fit as (_ & some & fit). destruct (IH _ fit) as [rest bounded].
    assert (1 <= length A)%nat by (destruct A; simpl; [congruence | lia]).
    cbn [map product fold_right last_width]. fold (product (map (@length gate) layers)). split; [nia|]. intros _.
    destruct layers as [|B layers]; [simpl in *; lia|]. specialize (bounded ltac:(discriminate)). nia. }
  intros fit some. destruct layers as [|A layers]; [congruence|]. destruct (positive _ _ fit) as [least bounded].
  specialize (bounded some). destruct fit as (_ & some' & fit). destruct (positive _ _ fit) as [rest _].
  assert (1 <= length A)%nat by (destruct A; simpl; [congruence | lia]).
  cbn [hd map product fold_right] in *. fold (product (map (@length gate) layers)) in *.
  split; [nia|]. simpl Nat.pow. nia.
Qed.

Lemma sum_of_same {A : Type} (c : nat) (l : list A) : list_sum (map (fun _ => c) l) = (length l * c)%nat.
Proof. induction l as [|a l IH]; [reflexivity|]. simpl in *. lia. Qed.

(** Where no input of the threshold is 0, the sign-rank of the outputs is at most the rank of the inputs, this is at
    most 1 and the ranks of the F_j, the outputs of the gates below, and these together are at most a constant times the
    square of w_1 ... w_k m W, for k = d - 1 layers. *)
Theorem section_2_e_sign_rank_chain_printed : exists C : nat,
  forall (m W : nat) (layers : list layer) (top : gate),
    (1 <= m)%nat -> (1 <= W)%nat -> layers <> [] -> fits (2 * m) layers [top] -> restricted m W (hd [] layers) ->
    (forall r s, (r < 2 ^ m)%nat -> (s < 2 ^ m)%nat -> top_inputs m layers top r s <> 0) ->
    (forall k, rank_at_most (2 ^ m) k (top_inputs m layers top) ->
      sign_rank_at_most (2 ^ m) k (top_outputs m layers top)) /\
    (forall rho, (forall j, (j < length (weights top))%nat -> rank_at_most (2 ^ m) (rho j) (unit_outputs m layers j)) ->
      rank_at_most (2 ^ m) (1 + list_sum (map rho (seq 0 (length (weights top))))) (top_inputs m layers top)) /\
    (exists rho,
      (forall j, (j < length (weights top))%nat -> rank_at_most (2 ^ m) (rho j) (unit_outputs m layers j)) /\
      (1 + list_sum (map rho (seq 0 (length (weights top)))) <=
        C * (product (map (@length gate) layers) * (m * W)) ^ 2)%nat).
Proof.
  exists 3%nat. intros m W layers top some wide layered fit bottom nonzero. split; [|split].
  - intros k bounded. exists (top_inputs m layers top). split; [|exact bounded]. intros r s in_r in_s.
    specialize (nonzero r s in_r in_s). unfold top_outputs, threshold, top_inputs in *.
    destruct (Rle_dec 0 _); lra.
  - intros rho each. apply (rank_same _ _ (combination (length (weights top)) (unit_outputs m layers)
      (fun j => nth j (weights top) 0) (bias top))); [|now apply rank_of_combination].
    intros r s in_r in_s. symmetry. now apply top_combination.
  - exists (fun _ => (length (hd [] layers) * (m * W) + 1)%nat). split.
    + intros j _. destruct layers as [|A rest]; [congruence|]. cbn [hd].
      apply (rank_of_bottom m W A (fun z => nth j (activations rest (map relu z)) 0)). exact bottom.
    + pose proof (fits_reads _ _ _ fit) as reads. inversion_clear reads as [|? ? size _].
      destruct (widths_bounded _ _ _ fit layered) as [[least below] both]. rewrite <- size in both.
      set (w := length (weights top)) in *. set (w1 := length (hd [] layers)) in *.
      set (P := product (map (@length gate) layers)) in *.
      rewrite sum_of_same, seq_length. assert (1 <= m * W)%nat by nia. set (q := (m * W)%nat) in *.
      rewrite !Nat.pow_2_r in *. replace (P * q * (P * q))%nat with (P * P * (q * q))%nat by ring.
      assert (w <= P * P)%nat by nia. assert (1 <= P * P)%nat by nia. set (PP := (P * P)%nat) in *.
      assert (w1 * w * q <= PP * (q * q))%nat by (apply Nat.mul_le_mono; [exact both | nia]).
      assert (1 <= q * q)%nat by nia. assert (PP <= PP * (q * q))%nat by (clearbody PP; nia).
      replace (w * (w1 * q + 1))%nat with (w1 * w * q + w)%nat by ring. lia.
Qed.

(** The sign-rank of the outputs is at most w_1 m W + 1, whatever the depth and the widths of the layers further up, and
    where inputs of the threshold are 0, too. *)
Theorem section_2_e_sign_rank_chain_sharpened :
  forall (m W : nat) (layers : list layer) (top : gate),
    (1 <= m)%nat -> (1 <= W)%nat -> layers <> [] -> fits (2 * m) layers [top] -> restricted m W (hd [] layers) ->
    sign_rank_at_most (2 ^ m) (length (hd [] layers) * (m * W) + 1) (top_outputs m layers top).
Proof.
  intros m W layers top _ _ layered _ bottom. destruct layers as [|A rest]; [congruence|]. cbn [hd] in *.
  set (N := (2 ^ m)%nat). set (t := fun i => top_inputs m (A :: rest) top (i / N)%nat (i mod N)%nat).
  destruct (gap (N * N) t) as (p & positive & apart).
  exists (fun r s => top_inputs m (A :: rest) top r s + p / 2). split.
  - intros r s in_r in_s. destruct (shifted (N * N) t p (p / 2) apart ltac:(lra) (r * N + s)%nat ltac:(nia))
      as [other same].
    unfold t in other, same. replace ((r * N + s) / N)%nat with r in * by (apply (Nat.div_unique _ _ _ s); lia).
    replace ((r * N + s) mod N)%nat with s in * by (apply (Nat.mod_unique _ _ r); lia).
    unfold top_outputs, threshold. unfold top_inputs in *. destruct (Rle_dec 0 _) as [fires | not].
    + apply same in fires. lra.
    + destruct (Rle_lt_dec 0 (gate_value top (activations (A :: rest) (vertex m r ++ vertex m s)) + p / 2)) as [up | ?].
      * apply same in up. contradiction.
      * lra.
  - apply (rank_of_bottom m W A (fun z => gate_value top (activations rest (map relu z)) + p / 2)). exact bottom.
Qed.
