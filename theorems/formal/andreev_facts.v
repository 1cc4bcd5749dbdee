(** Facts about the restrictions of Andreev's function. *)

From Coq Require Import Reals List FinFun Permutation Lia Lra.
From Marginalia.formal Require Import boolean sums vectors logarithms boolean_facts chance andreev lists_facts.
From Marginalia.formal Require Import sums_facts chance_facts.
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
  intros n x a. unfold restrictions, is_restriction. rewrite in_pairs, in_cube, in_lists_of.
  now rewrite (Forall_iff _ _ _ (in_restricted_rows (columns n))).
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

Lemma parity_app : forall u v, parity (u ++ v) = xorb (parity u) (parity v).
Proof. intros u v. unfold parity, ones. now rewrite count_occ_app, Nat.odd_add. Qed.

Lemma parity_cons : forall b u, parity (b :: u) = xorb b (parity u).
Proof. intros b u. change (b :: u) with ([b] ++ u). rewrite parity_app. now destruct b. Qed.

Lemma filled_parity : forall row b, one_free row -> parity (filled_row row b) = xorb b (parity (filled_row row false)).
Proof.
  intros row b [u [v ->]]. unfold filled_row. rewrite !map_app. simpl map. rewrite !parity_app, !parity_cons, !map_map.
  destruct b, (parity (map (fun v => v) u)), (parity (map (fun v => v) v)); reflexivity.
Qed.

Lemma filled_parities : forall a y, Forall one_free a -> map parity (filled a y) = flipped a y.
Proof.
  induction a as [|row a IH]; intros y free; [reflexivity|]. inversion free; subst.
  destruct y as [|b y]; [reflexivity|]. simpl. now rewrite filled_parity, IH.
Qed.

Lemma restricted_value : forall x a y, Forall one_free a -> restricted_andreev x a y = of_table x (flipped a y).
Proof. intros x a y free. unfold restricted_andreev, andreev, of_table. now rewrite filled_parities. Qed.

Lemma length_flipped : forall a y, length y = length a -> length (flipped a y) = length a.
Proof.
  induction a as [|row a IH]; intros y H; [reflexivity|]. destruct y as [|b y]; [discriminate|].
  injection H as H. simpl. now rewrite IH.
Qed.

Lemma flipped_twice : forall a y, length y = length a -> flipped a (flipped a y) = y.
Proof.
  induction a as [|row a IH]; intros y H; destruct y as [|b y]; try discriminate; [reflexivity|].
  injection H as H. simpl. rewrite IH by assumption. f_equal. now destruct b, (parity (filled_row row false)).
Qed.

Lemma table_fits : forall n, (4 <= n)%nat -> (2 ^ rows n <= n / 2)%nat.
Proof.
  intros n Hn. assert (2 <= n / 2)%nat by (apply Nat.div_le_lower_bound; lia). apply Nat.log2_spec. lia.
Qed.

Lemma restricted_matrices : forall n, (4 <= n)%nat ->
  (0 < length (lists_of (rows n) (restricted_rows (columns n))))%nat.
Proof.
  intros n Hn. assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
  assert (columns_positive : (0 < columns n)%nat).
  { apply Nat.div_str_pos. pose proof (Nat.log2_le_lin (n / 2)). pose proof (Nat.log2_le_mono _ _ half) as H'.
    change (Nat.log2 2) with 1%nat in H'. pose proof (Nat.mul_div_le n 2). unfold rows. lia. }
  set (row := None :: map Some (repeat false (columns n - 1))).
  assert (H : In (repeat row (rows n)) (lists_of (rows n) (restricted_rows (columns n)))).
  { apply in_lists_of. split; [apply repeat_length|]. apply Forall_forall. intros r Hr. apply repeat_spec in Hr as ->.
    apply in_restricted_rows. split; [|now exists [], (repeat false (columns n - 1))].
    unfold row. simpl. rewrite map_length, repeat_length. lia. }
  destruct (lists_of _ _); [destruct H | simpl; lia].
Qed.

Lemma length_restrictions : forall n,
  length (restrictions n) = (length (lists_of (rows n) (restricted_rows (columns n))) * 2 ^ (n / 2))%nat.
Proof.
  intros n. apply length_flat_map_same. intros a. now rewrite map_length, length_cube.
Qed.

Lemma some_columns : forall n, (4 <= n)%nat -> (1 <= columns n)%nat.
Proof.
  intros n Hn. pose proof (restricted_matrices n Hn) as H. destruct (columns n); [|lia].
  assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
  apply (Nat.log2_le_mono 2) in half. fold (rows n) in half. change (Nat.log2 2) with 1%nat in half.
  destruct (rows n); simpl in H; lia.
Qed.

(** Flips only change the order of the strings. *)
Lemma flipped_cube a : Permutation (map (flipped a) (cube (length a))) (cube (length a)).
Proof.
  apply NoDup_Permutation.
  - assert (once : forall l, NoDup l -> (forall y, In y l -> length y = length a) -> NoDup (map (flipped a) l)).
    { induction 1 as [|y l out _ IH]; intros sized; [constructor|]. simpl.
      constructor; [|apply IH; intros; apply sized; now right]. intros I. apply in_map_iff in I as (z & same & I).
      apply out. rewrite <- (flipped_twice a y), <- same, flipped_twice by (apply sized; simpl; auto). exact I. }
    apply once; [apply cube_distinct | intros y; apply in_cube].
  - apply cube_distinct.
  - intros y. rewrite in_map_iff, in_cube. split.
    + intros (z & <- & I). apply length_flipped. now apply in_cube.
    + intros long. exists (flipped a y). split; [now apply flipped_twice | now apply in_cube, length_flipped].
Qed.

Lemma bits_left_over n : (4 <= n)%nat -> (input_bits n <= n)%nat /\ (n <= input_bits n + rows n)%nat /\
  (n = input_bits n <-> (2 * (n / 2) = n)%nat /\ (2 * rows n * columns n = n)%nat).
Proof.
  intros large. assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
  assert (some : (1 <= rows n)%nat) by (apply (Nat.log2_le_pow2 (n / 2)%nat 1%nat); [lia | exact half]).
  unfold input_bits, columns in *. set (L := rows n) in *.
  pose proof (Nat.div_mod n 2 ltac:(lia)) as bits_. pose proof (Nat.mod_upper_bound n 2 ltac:(lia)).
  pose proof (Nat.div_mod n (2 * L) ltac:(lia)) as columns_. pose proof (Nat.mod_upper_bound n (2 * L) ltac:(lia)).
  set (h := (n / 2)%nat) in *. set (c := (n / (2 * L))%nat) in *.
  replace (2 * L * c)%nat with (2 * (L * c))%nat in * by ring. set (entries := (L * c)%nat) in *.
  assert (room : (entries <= h)%nat) by lia. lia.
Qed.

Lemma shape n : (4 <= n)%nat -> (1 <= rows n)%nat /\ (1 <= columns n)%nat /\ (2 ^ (rows n + 1) <= n)%nat /\
  (rows n * n <= 2 * (rows n + 1) ^ 2 * columns n)%nat.
Proof.
  intros large. assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
  assert (some : (1 <= rows n)%nat) by (apply (Nat.log2_le_pow2 (n / 2)%nat 1%nat); [lia | exact half]).
  assert (tall : (2 ^ rows n <= n / 2)%nat) by (apply Nat.log2_spec; lia).
  pose proof (Nat.mul_div_le n 2 ltac:(lia)) as double. set (L := rows n) in *.
  assert (big : (2 * 2 ^ L <= n)%nat) by lia.
  assert (above : (L < 2 ^ L)%nat) by (apply Nat.pow_gt_lin_r; lia).
  assert (square : (4 <= L -> L * L <= 2 ^ L)%nat).
  { clear. intros four. induction four as [|L four IH]; [simpl; lia|]. simpl Nat.pow. nia. }
  assert (wide : (1 <= columns n)%nat) by (unfold columns; apply Nat.div_le_lower_bound; fold L; lia).
  assert (enough : (L * L <= (2 * L + 1) * columns n)%nat).
  { destruct (Nat.lt_ge_cases L 4) as [low | high].
    - assert (two : (2 <= columns n)%nat).
      { unfold columns. fold L. apply Nat.div_le_lower_bound; [lia|].
        assert (L = 1 \/ L = 2 \/ L = 3)%nat as [E | [E | E]] by lia; rewrite E in *; simpl in big; lia. }
      assert (L = 1 \/ L = 2 \/ L = 3)%nat as [E | [E | E]] by lia; rewrite E; lia.
    - assert (more : (L <= columns n)%nat).
      { unfold columns. fold L. apply Nat.div_le_lower_bound; [lia|]. specialize (square high). lia. }
      nia. }
  split; [exact some | split; [exact wide | split; [rewrite Nat.add_1_r; exact big|]]].
  pose proof (Nat.div_mod n (2 * L) ltac:(lia)) as split_. pose proof (Nat.mod_upper_bound n (2 * L) ltac:(lia)).
  change (n / (2 * L))%nat with (columns n) in split_. set (c := columns n) in *. simpl Nat.pow. nia.
Qed.

Lemma chunks_of_rows c (m : list bits) (r : bits) : Forall (fun row => length row = c) m ->
  chunks c (length m) (concat m ++ r) = m.
Proof.
  induction 1 as [|row m size _ IH]; [reflexivity|]. cbn [concat length chunks]. rewrite <- app_assoc.
  rewrite <- size at 1 3.
  rewrite firstn_app, firstn_all, Nat.sub_diag, app_nil_r, skipn_app, skipn_all, Nat.sub_diag. simpl. now rewrite IH.
Qed.

Open Scope R_scope.

Lemma sum_filled_rows : forall c (G : bits -> R),
  sum_over (restricted_rows c) (fun row => G (filled_row row false) + G (filled_row row true))
    = INR c * sum_over (cube c) G.
Proof.
  induction c as [|c IH]; intros G; [unfold sum_over; simpl; ring|].
  cbn [restricted_rows cube]. rewrite !sum_over_app, !sum_over_map.
  transitivity (sum_over (cube c) (fun x : bits => 1 * G (false :: x) + 1 * G (true :: x)) +
    (INR c * sum_over (cube c) (fun x => G (false :: x)) + INR c * sum_over (cube c) (fun x => G (true :: x)))).
  - rewrite <- (IH (fun x => G (false :: x))), <- (IH (fun x => G (true :: x))). f_equal. apply sum_over_ext.
    intros x _. unfold filled_row. simpl. rewrite !map_map, !map_id. ring.
  - rewrite sum_over_linear, S_INR. unfold bits. ring.
Qed.

(** A random restriction of a matrix and random free bits make a random matrix. *)
Lemma sum_filled : forall c l (G : list bits -> R),
  sum_over (lists_of l (restricted_rows c)) (fun a => sum_over (cube l) (fun y => G (filled a y)))
    = INR c ^ l * sum_over (lists_of l (cube c)) G.
Proof.
  intros c. induction l as [|l IH]; intros G; [unfold sum_over, total; simpl; ring|].
  cbn [lists_of]. rewrite !sum_over_flat_map.
  transitivity (sum_over (restricted_rows c) (fun row =>
    INR c ^ l * (sum_over (lists_of l (cube c)) (fun a => G (filled_row row false :: a))
      + sum_over (lists_of l (cube c)) (fun a => G (filled_row row true :: a))))).
  - apply sum_over_ext. intros row _. rewrite sum_over_map, Rmult_plus_distr_l, <- !IH.
    rewrite (sum_over_ext (lists_of l (restricted_rows c)) _ (fun a =>
      1 * sum_over (cube l) (fun y => G (filled_row row false :: filled a y))
      + 1 * sum_over (cube l) (fun y => G (filled_row row true :: filled a y)))).
    + rewrite sum_over_linear, !Rmult_1_l. reflexivity.
    + intros a _. cbn [cube]. rewrite sum_over_app, !sum_over_map, !Rmult_1_l. reflexivity.
  - rewrite sum_over_scaled.
    pose proof (sum_filled_rows c (fun z => sum_over (lists_of l (cube c)) (fun a => G (z :: a)))) as H.
    cbn beta in H. rewrite H. rewrite (sum_over_ext (cube c) (fun x => sum_over (map (cons x) _) G)
      (fun z => sum_over (lists_of l (cube c)) (fun a => G (z :: a)))) by (intros; apply sum_over_map).
    simpl. ring.
Qed.

(** ** The number of rows, as a logarithm *)

Lemma log2_at_least : forall (n L : nat), (1 <= n)%nat -> (INR L <= log2 (INR n / 2) <-> (2 ^ S L <= n)%nat).
Proof.
  intros n L Hn. assert (P : 0 < ln 2) by (pose proof ln_lt_2; lra). unfold log2. apply le_INR in Hn. simpl in Hn.
  assert (E : INR L = ln (2 ^ L) / ln 2) by (rewrite ln_pow by lra; field; lra).
  assert (P2 : 0 < 2 ^ L) by (apply pow_lt; lra).
  assert (H : INR (2 ^ S L) = 2 * 2 ^ L) by now rewrite INR_pow2.
  rewrite E. split; intros le.
  - apply INR_le. rewrite H. destruct (Rle_lt_dec (2 * 2 ^ L) (INR n)) as [| lt]; [assumption|]. exfalso.
    assert (ln (INR n / 2) < ln (2 ^ L)) by (apply ln_increasing; lra).
    apply Rmult_le_compat_r with (r := ln 2) in le; [|lra]. field_simplify in le; lra.
  - apply le_INR in le. rewrite H in le. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
    destruct (Rle_lt_or_eq_dec (2 ^ L) (INR n / 2)) as [lt | ->]; [lra | | lra].
    left. now apply ln_increasing.
Qed.

(** The number of rows of Andreev's function is the integer part of the logarithm. *)
Lemma rows_log2 : forall n, (4 <= n)%nat -> INR (rows n) <= log2 (INR n / 2) < INR (rows n) + 1.
Proof.
  intros n Hn. assert (half : (2 <= n / 2)%nat) by (apply Nat.div_le_lower_bound; lia).
  pose proof (Nat.log2_spec (n / 2) ltac:(lia)) as [low high]. fold (rows n) in low, high.
  pose proof (Nat.mul_div_le n 2 ltac:(lia)). pose proof (Nat.mul_succ_div_gt n 2 ltac:(lia)).
  split; [apply log2_at_least; [lia | rewrite Nat.pow_succ_r'; lia]|].
  apply Rnot_le_lt. rewrite <- S_INR, log2_at_least by lia. rewrite Nat.pow_succ_r'. lia.
Qed.

Lemma rows_below_log2 n : (4 <= n)%nat -> INR (rows n) + 1 <= log2 (INR n).
Proof.
  intros large. destruct (rows_log2 n large) as [low _]. apply (le_INR 4) in large. simpl in large.
  pose proof ln_lt_2. enough (log2 (INR n / 2) = log2 (INR n) - 1) by lra.
  unfold log2, Rdiv at 2. rewrite ln_mult, ln_Rinv by lra. field. lra.
Qed.
