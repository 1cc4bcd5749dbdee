(** Appendix 2.E of Mukherjee 2020: ranks and sign-ranks of the matrices of circuits with restricted bottom weights, and
    the steps from there to a bound of the size, of which the last one loses a square root. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts boolean blocks blocks_facts sign_rank ranks.
From Marginalia.formal Require Import ranks_facts lists_facts vectors_facts means_facts numbers_facts sign_rank_facts.
Import ListNotations.
Open Scope R_scope.

(** ** The bias of the top gate *)

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
  intros N t _. split; [apply gap_below_zero|]. intros p delta _ apart between. now apply (shifted N t p delta).
Qed.

(** ** Ranks of sums *)

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

(** A sum of matrices of ranks at most q and r has rank at most q + r; and for all q and r there are two with a sum of
    no smaller rank. *)
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

(** A matrix that is constant on the blocks of D contiguous groups of rows and D of columns has rank at most D D. *)
Theorem section_2_e_block_rank_printed : forall (n D : nat) (A : matrix), (1 <= n)%nat -> (1 <= D)%nat ->
  block_constant n D A -> rank_at_most n (D * D) A.
Proof.
  intros n D A _ some (rows & columns & [few _] & _ & constant). apply (rank_more n D); [nia|].
  apply (rank_of_groups n D A rows few). intros x u y in_x in_u in_y same. now apply constant.
Qed.

(** A matrix that is constant on the blocks of D contiguous groups of rows and D of columns has rank at most D; and for
    every D one such matrix has no smaller rank. *)
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
  (1 <= length (hd [] layers) <= list_product (map (@length gate) layers))%nat /\
  (length (hd [] layers) * last_width n layers <= list_product (map (@length gate) layers) ^ 2)%nat.
Proof.
  assert (positive : forall n layers, fits n layers last -> (1 <= list_product (map (@length gate) layers))%nat /\
    (layers <> [] -> (last_width n layers <= list_product (map (@length gate) layers))%nat)).
  { clear. intros n layers. revert n. induction layers as [|A layers IH]; intros n fit; [now simpl|].
    destruct fit as (_ & some & fit). destruct (IH _ fit) as [rest bounded].
    assert (1 <= length A)%nat by (destruct A; simpl; [congruence | lia]).
    cbn [map list_product fold_right last_width]. fold (list_product (map (@length gate) layers)). split; [nia|].
    intros _.
    destruct layers as [|B layers]; [simpl in *; lia|]. specialize (bounded ltac:(discriminate)). nia. }
  intros fit some. destruct layers as [|A layers]; [congruence|]. destruct (positive _ _ fit) as [least bounded].
  specialize (bounded some). destruct fit as (_ & some' & fit). destruct (positive _ _ fit) as [rest _].
  assert (1 <= length A)%nat by (destruct A; simpl; [congruence | lia]).
  cbn [hd map list_product fold_right] in *. fold (list_product (map (@length gate) layers)) in *.
  split; [nia|]. simpl Nat.pow. nia.
Qed.

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
        C * (list_product (map (@length gate) layers) * (m * W)) ^ 2)%nat).
Proof.
  exists 3%nat. intros m W layers top some wide layered fit bottom nonzero. split; [|split].
  - intros k bounded. exists (top_inputs m layers top). split; [|exact bounded]. intros r s in_r in_s.
    specialize (nonzero r s in_r in_s). unfold top_outputs, threshold, fires, top_inputs in *.
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
      set (P := list_product (map (@length gate) layers)) in *.
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
  destruct (gap_below_zero (N * N) t) as (p & positive & apart).
  exists (fun r s => top_inputs m (A :: rest) top r s + p / 2). split.
  - intros r s in_r in_s. destruct (shifted (N * N) t p (p / 2) apart ltac:(lra) (r * N + s)%nat ltac:(nia))
      as [other same].
    unfold t in other, same. replace ((r * N + s) / N)%nat with r in * by (apply (Nat.div_unique _ _ _ s); lia).
    replace ((r * N + s) mod N)%nat with s in * by (apply (Nat.mod_unique _ _ r); lia).
    unfold top_outputs, threshold, fires. unfold top_inputs in *. destruct (Rle_dec 0 _) as [fires | not].
    + apply same in fires. lra.
    + destruct (Rle_lt_dec 0 (gate_value top (activations (A :: rest) (vertex m r ++ vertex m s)) + p / 2)) as [up | ?].
      * apply same in up. contradiction.
      * lra.
  - apply (rank_of_bottom m W A (fun z => gate_value top (activations rest (map relu z)) + p / 2)). exact bottom.
Qed.

(** ** How m grows with n, and the inequality of the means *)

(** Half the number of the bits of (2.9): m = n^(4/3) + n log n, with base 2. *)
Definition half_bits (n : nat) : R := Rpower (INR n) (4 / 3) + INR n * (ln (INR n) / ln 2).

(** log n is of smaller order than n^(1/3). *)
Lemma half_bits_bounded (n : nat) (c : R) : (1 <= n)%nat -> 12 <= c * Rpower (INR n) (1 / 6) ->
  half_bits n <= (1 + c) * Rpower (INR n) (4 / 3).
Proof.
  intros some large. assert (positive : 0 < INR n) by (apply lt_0_INR; lia).
  set (u := Rpower (INR n) (1 / 6)) in *. assert (0 < u) by apply exp_pos.
  assert (power : forall e, (e = 6 \/ e = 8)%nat -> u ^ e = Rpower (INR n) (INR e / 6)).
  { intros e _. unfold u. rewrite <- Rpower_pow by apply exp_pos. rewrite Rpower_mult. f_equal. field. }
  assert (six : u ^ 6 = INR n).
  { rewrite power by tauto. replace (INR 6 / 6) with 1 by (simpl; field). now apply Rpower_1. }
  assert (eight : u ^ 8 = Rpower (INR n) (4 / 3)).
  { rewrite power by tauto. f_equal. simpl. field. }
  assert (log : ln (INR n) / ln 2 <= 12 * u).
  { pose proof ln_lt_2. apply Rmult_le_reg_r with (ln 2); [lra|]. unfold Rdiv.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. replace (INR n) with (u ^ 6). rewrite <- Rpower_pow by assumption.
    unfold Rpower at 1. rewrite ln_exp. pose proof (exp_ineq1_le (ln u)) as tangent.
    rewrite exp_ln in tangent by assumption. simpl INR. nra. }
  unfold half_bits. rewrite <- eight, <- six. rewrite <- six in log.
  apply Rmult_le_compat_l with (r := u ^ 6) in log; [|apply pow_le; lra].
  assert (0 < u ^ 7) by now apply pow_lt. replace (u ^ 8) with (u * u ^ 7) by ring.
  replace (u ^ 6 * (12 * u)) with (12 * u ^ 7) in log by ring. nra.
Qed.

(** For every C > 1 and all large enough n, C^4 n^(4/3) >= m, and then n^(1/3) >= m^(1/4) / C. *)
Theorem section_2_e_m_vs_n_sharpened : forall C : R, 1 < C ->
  exists n0 : nat, forall n : nat, (n0 <= n)%nat -> (1 <= n)%nat ->
    C ^ 4 * Rpower (INR n) (4 / 3) >= half_bits n /\ Rpower (INR n) (1 / 3) >= Rpower (half_bits n) (1 / 4) / C.
Proof.
  intros C large. pose proof (Rlt_pow_R1 C 4 large ltac:(lia)) as more. set (c := C ^ 4 - 1).
  destruct (naturals_unbounded ((12 / c) ^ 6)) as [n0 far]. exists n0. intros n from some.
  assert (positive : 0 < INR n) by (apply lt_0_INR; lia). assert (0 < c) by (unfold c; lra).
  assert (bounded : half_bits n <= C ^ 4 * Rpower (INR n) (4 / 3)).
  { replace (C ^ 4) with (1 + c) by (unfold c; ring). apply half_bits_bounded; [exact some|].
    assert (root : 12 / c <= Rpower (INR n) (1 / 6)).
    { assert (0 < 12 / c) by (apply Rdiv_lt_0_compat; lra).
      rewrite <- (Rpower_1 (12 / c)) by assumption. replace 1 with (INR 6 * (1 / 6)) at 1 by (simpl; field).
      rewrite <- Rpower_mult. apply Rle_Rpower_l; [lra|]. rewrite Rpower_pow by assumption.
      apply le_INR in from. split; [now apply pow_lt | lra]. }
    apply Rmult_le_compat_l with (r := c) in root; [|lra]. replace (c * (12 / c)) with 12 in root by (field; lra).
    exact root. }
  split; [lra|]. apply Rle_ge, Rmult_le_reg_r with C; [lra|]. unfold Rdiv at 1.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  assert (0 < half_bits n).
  { unfold half_bits. assert (0 <= ln (INR n) / ln 2); [|pose proof (exp_pos (4 / 3 * ln (INR n))); unfold Rpower; nra].
    pose proof ln_lt_2. apply Rmult_le_pos; [|left; apply Rinv_0_lt_compat; lra].
    destruct (Nat.eq_dec n 1) as [-> | ?]; [simpl; rewrite ln_1; lra|].
    rewrite <- ln_1. left. apply ln_increasing; [lra | apply (lt_INR 1); lia]. }
  apply Rle_trans with (Rpower (C ^ 4 * Rpower (INR n) (4 / 3)) (1 / 4)).
  - apply Rle_Rpower_l; [lra | now split].
  - right. rewrite <- Rpower_mult_distr by (apply pow_lt || apply exp_pos; lra).
    rewrite <- (Rpower_pow 4), !Rpower_mult by lra. replace (INR 4 * (1 / 4)) with 1 by (simpl; field).
    rewrite Rpower_1 by lra. replace (4 / 3 * (1 / 4)) with (1 / 3) by field. ring.
Qed.

(** For some C > 1 and all large enough n, C^4 n^(4/3) >= m, and then n^(1/3) >= m^(1/4) / C. *)
Theorem section_2_e_m_vs_n_printed : exists (C : R) (n0 : nat), 1 < C /\
  forall n : nat, (n0 <= n)%nat -> (1 <= n)%nat ->
    C ^ 4 * Rpower (INR n) (4 / 3) >= half_bits n /\ Rpower (INR n) (1 / 3) >= Rpower (half_bits n) (1 / 4) / C.
Proof.
  destruct (section_2_e_m_vs_n_sharpened 2 ltac:(lra)) as [n0 enough]. exists 2, n0. split; [lra | exact enough].
Qed.

(** If the square of w_1 ... w_k m W is at least S > 0, then w_1 + ... + w_k >= k (sqrt(S) / (m W))^(1/k), for
    k = d - 1. *)
Theorem section_2_e_am_gm_repaired : forall (d m W : nat) (w : list nat) (S : R),
  0 < S -> (2 <= d)%nat -> (1 <= m)%nat -> (1 <= W)%nat -> length w = (d - 1)%nat -> Forall (le 1) w ->
  INR (list_product w * (m * W)) ^ 2 >= S ->
  INR (list_sum w) >= INR (d - 1) * Rpower (sqrt S / INR (m * W)) (/ INR (d - 1)).
Proof.
  intros d m W w S positive deep some wide size widths square. apply Rle_ge.
  assert (scale : 0 < INR (m * W)) by (apply lt_0_INR; nia). assert (layers : 0 < INR (d - 1)) by (apply lt_0_INR; lia).
  assert (large : sqrt S / INR (m * W) <= INR (list_product w)).
  { apply Rmult_le_reg_r with (1 := scale). unfold Rdiv. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
    rewrite <- mult_INR. apply Rge_le in square. apply sqrt_le_1_alt in square.
    rewrite sqrt_pow2 in square by apply pos_INR. exact square. }
  set (A := INR (list_sum w) / INR (d - 1)).
  assert (mean : INR (list_sum w) = INR (d - 1) * A) by (unfold A; field; lra).
  assert (at_least : INR (d - 1) <= INR (list_sum w)).
  { rewrite <- size. apply le_INR. clear - widths. induction widths as [|v w least _ IH]; simpl in *; lia. }
  assert (0 < A) by (apply Rdiv_lt_0_compat; lra).
  assert (by_means : INR (list_product w) <= A ^ (d - 1)).
  { replace (INR (list_product w)) with (product (map INR w)).
    - rewrite <- size, <- (map_length INR). apply means; [assumption | |].
      + apply Forall_map. eapply Forall_impl; [|exact widths]. intros v least. apply lt_0_INR. exact least.
      + rewrite map_length, size, <- mean. right. clear. induction w as [|v w IH]; [reflexivity|].
        change (list_sum (v :: w)) with (v + list_sum w)%nat. rewrite plus_INR, <- IH. reflexivity.
    - clear. induction w as [|v w IH]; [reflexivity|]. unfold product, list_product in *. cbn [map fold_right].
      now rewrite IH, mult_INR. }
  rewrite mean. apply Rmult_le_compat_l; [lra|]. apply Rnot_lt_le. intros less.
  assert (0 < sqrt S / INR (m * W)) by (apply Rdiv_lt_0_compat; [now apply sqrt_lt_R0 | assumption]).
  pose proof (power_strict A _ (d - 1) ltac:(split; [|exact less]; lra) ltac:(lia)) as more.
  rewrite root_power in more by (assumption || lia). lra.
Qed.

Lemma Rpower_two n : Rpower 2 (INR n) = INR (2 ^ n).
Proof. rewrite Rpower_pow by lra. now rewrite pow_INR. Qed.

Lemma power_above n : (n < 2 ^ n)%nat.
Proof. apply Nat.pow_gt_lin_r. lia. Qed.

(** That the square of w_1 ... w_k m W is at least of the order of 2^(m^(1/4) / (81 C)), for a C > 1, does not make
    1 + w_1 + ... + w_k at least of the order of k (2^(m^(1/4) / (81 C)) / (m W))^(1/k), not even for large m alone,
    where k = d - 1: a square root is missing. *)
Theorem section_2_e_am_gm_printed_refuted :
  ~ (forall C c : R, 1 < C -> 0 < c -> exists (c1 : R) (m0 : nat), 0 < c1 /\
      forall (d m W : nat) (w : list nat),
        (2 <= d)%nat -> (1 <= m)%nat -> (1 <= W)%nat -> length w = (d - 1)%nat -> Forall (le 1) w -> (m0 <= m)%nat ->
        INR (list_product w * (m * W)) ^ 2 >= c * Rpower 2 (Rpower (INR m) (1 / 4) / (81 * C)) ->
        1 + INR (list_sum w) >=
          c1 * (INR (d - 1) * Rpower (Rpower 2 (Rpower (INR m) (1 / 4) / (81 * C)) / INR (m * W)) (/ INR (d - 1)))).
Proof.
  intros claimed. destruct (claimed (128 / 81) 1 ltac:(lra) ltac:(lra)) as (c1 & m0 & positive & bound).
  destruct (naturals_unbounded (2 / c1)) as [n1 large]. set (f := (6 + m0 + n1)%nat).
  assert (room : (4 * f + 32 <= 2 ^ f)%nat).
  { unfold f. rewrite <- Nat.add_assoc, Nat.pow_add_r. change (2 ^ 6)%nat with 64%nat.
    pose proof (power_above (m0 + n1)). lia. }
  set (q := (2 ^ 2 ^ f)%nat). set (m := (2 ^ (4 * f + 32))%nat). set (W := (2 ^ (2 ^ f - (4 * f + 32)))%nat).
  assert (mW : (m * W)%nat = q) by (unfold m, W, q; rewrite <- Nat.pow_add_r; f_equal; lia).
  assert (exponent : Rpower (INR m) (1 / 4) / (81 * (128 / 81)) = INR (2 ^ (f + 1))).
  { unfold m. rewrite <- Rpower_two, Rpower_mult.
    replace (INR (4 * f + 32) * (1 / 4)) with (INR (f + 8)) by (rewrite !plus_INR, mult_INR; simpl; field).
    rewrite Rpower_two. replace (f + 8)%nat with (f + 1 + 7)%nat by lia. rewrite Nat.pow_add_r, mult_INR.
    replace (INR (2 ^ 7)) with 128 by (rewrite INR_IZR_INZ; reflexivity). field. }
  assert (square : Rpower 2 (INR (2 ^ (f + 1))) = INR q * INR q).
  { rewrite Rpower_two, <- mult_INR. f_equal. unfold q. rewrite <- Nat.pow_add_r. f_equal.
    rewrite Nat.add_1_r. simpl. lia. }
  assert (some : (f < q)%nat).
  { apply Nat.lt_trans with (2 ^ f)%nat; apply power_above. }
  assert (0 < INR q) by (apply lt_0_INR; lia).
  specialize (bound 2%nat m W [1%nat] ltac:(lia)). rewrite exponent, square, mW in bound.
  cbn [length list_sum fold_right list_product Nat.sub INR] in bound.
  assert (c1 * (1 * Rpower (INR q * INR q / INR q) (/ 1)) <= 1 + INR 1).
  { apply Rge_le, bound; trivial.
    - unfold m. apply Nat.neq_0_lt_0, Nat.pow_nonzero. lia.
    - unfold W. apply Nat.neq_0_lt_0, Nat.pow_nonzero. lia.
    - repeat constructor.
    - unfold m. pose proof (power_above (4 * f + 32)). lia.
    - right. rewrite Nat.mul_1_l. simpl. ring. }
  replace (INR q * INR q / INR q) with (INR q) in * by (field; lra).
  rewrite Rinv_1, Rpower_1 in * by assumption.
  assert (above : (n1 < q)%nat) by lia. apply lt_INR in above.
  assert (2 < c1 * INR q).
  { replace 2 with (c1 * (2 / c1)) by (field; lra). apply Rmult_lt_compat_l; lra. }
  simpl in *. lra.
Qed.
