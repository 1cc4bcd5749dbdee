(** Section 2.2 of Mukherjee 2020: the depth for the maximum of n + 1 numbers, the error of a trapezoid, and the least
    size of a network with one hidden layer. *)

From Coq Require Import Reals List Permutation Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors networks maxima networks_facts piecewise piecewise_facts blocks_facts.
From Marginalia.formal Require Import lists_facts vectors_facts maximum_networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import theorem_2_2_2.
Import ListNotations.
Open Scope R_scope.

Lemma identity_affine n x : length x = n -> affine (linear (identity n)) x = x.
Proof. intros long. rewrite affine_linear. now apply dot_identity. Qed.

(** Depth at most log2(n + 1), rounded up, does not do for the maximum of n + 1 numbers: for two it would be depth 1. *)
Theorem section_2_2_max_depth_printed_refuted :
  ~ (forall n : nat, (1 <= n)%nat ->
      exists N, computes_number N (n + 1) largest /\ (depth N <= Nat.log2_up (n + 1))%nat).
Proof.
  intros claimed. destruct (claimed 1%nat (le_n 1)) as (N & [[fit one] values] & shallow).
  change (Nat.log2_up (1 + 1)) with 1%nat in shallow. unfold depth in shallow. destruct N as [layers out]. simpl in *.
  destruct layers; [|simpl in shallow; lia]. simpl in *.
  destruct out as [|[w b] [|]]; try discriminate. inversion_clear fit as [|? ? two _]. simpl in two.
  destruct w as [|p [|q [|]]]; try discriminate. unfold evaluate, affine, gate_value in values. simpl in values.
  pose proof (values [0; 0] eq_refl) as at00. pose proof (values [1; 0] eq_refl) as at10.
  pose proof (values [0; 1] eq_refl) as at01. pose proof (values [1; 1] eq_refl) as at11.
  simpl in *. injection at00 as at00. injection at10 as at10. injection at01 as at01. injection at11 as at11.
  revert at00 at10 at01 at11. unfold Rmax. repeat destruct Rle_dec; lra.
Qed.

(** The maximum of n + 1 numbers is computed by a network of depth at most 1 + log2(n + 1), rounded up. *)
Theorem section_2_2_max_depth_repaired : forall n : nat, (1 <= n)%nat ->
  exists N, computes_number N (n + 1) largest /\ (depth N <= Nat.log2_up (n + 1) + 1)%nat.
Proof.
  intros n some.
  destruct (maximum_network (n + 1) (Nat.log2_up (n + 1)) (linear (identity (n + 1)))) as (N & [fit values] & deep).
  - apply reads_linear, identity_rows.
  - rewrite length_linear, length_identity. split; [lia | apply Nat.log2_log2_up_spec; lia].
  - exists N. split; [|unfold depth; lia]. split; [exact fit|]. intros x long. rewrite values by exact long.
    now rewrite identity_affine.
Qed.

(** ** The trapezoid *)

(** x^r for x >= 0 and r > 0. *)
Definition positive_power (x r : R) : R := if Rlt_dec 0 x then Rpower x r else 0.

(** The network of 4 units, and the indicator function of [a, b]. *)
Definition trapezoid (a b delta u : R) : R :=
  1 / delta * (Rmax 0 (u - a) - Rmax 0 (u - a - delta) - Rmax 0 (u - b + delta) + Rmax 0 (u - b)).
Definition indicator (a b u : R) : R := if Rle_dec a u then if Rle_dec u b then 1 else 0 else 0.

Lemma power_positive x r : 0 < x -> positive_power x r = Rpower x r.
Proof. intros some. unfold positive_power. now destruct (Rlt_dec 0 x). Qed.

Lemma power_zero x r : x <= 0 -> positive_power x r = 0.
Proof. intros none. unfold positive_power. destruct (Rlt_dec 0 x); [lra | reflexivity]. Qed.

Lemma power_small x r : 0 < x < 1 -> 1 <= r -> 0 < Rpower x r <= x.
Proof.
  intros small large. split; [apply exp_pos|]. rewrite <- (Rpower_1 x) at 2 by lra. unfold Rpower.
  assert (ln x < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  destruct large as [more | <-]; [left; apply exp_increasing; nra | right; reflexivity].
Qed.

Lemma is_derive_power x r : 1 <= r -> is_derive (fun x => positive_power x (r + 1)) x ((r + 1) * positive_power x r).
Proof.
  intros large. destruct (Rtotal_order x 0) as [low | [-> | high]].
  - rewrite power_zero by lra. rewrite Rmult_0_r.
    apply (is_derive_ext_loc (fun _ => 0)); [|apply @is_derive_const].
    exists (mkposreal (- x) ltac:(lra)). intros y near. symmetry. apply power_zero.
    apply Rabs_lt_between in near. simpl in near. unfold minus, plus, opp in near; simpl in near. lra.
  - rewrite power_zero by lra. rewrite Rmult_0_r. apply is_derive_Reals. intros eps positive.
    exists (mkposreal (Rmin eps 1) ltac:(apply Rmin_glb_lt; lra)). intros h other small. simpl in small.
    pose proof (Rmin_l eps 1). pose proof (Rmin_r eps 1).
    rewrite Rplus_0_l, (power_zero 0) by lra. rewrite !Rminus_0_r.
    destruct (Rle_lt_dec h 0) as [low | high].
    + rewrite power_zero by exact low. unfold Rdiv. rewrite Rmult_0_l, Rabs_R0. lra.
    + rewrite Rabs_pos_eq in small by lra. rewrite power_positive by exact high.
      rewrite Rpower_plus, Rpower_1 by exact high. replace (Rpower h r * h / h) with (Rpower h r) by (field; lra).
      pose proof (power_small h r ltac:(lra) large). rewrite Rabs_pos_eq; lra.
  - rewrite power_positive by exact high. apply (is_derive_ext_loc (fun x => Rpower x (r + 1))).
    + exists (mkposreal x high). intros y near. symmetry. apply power_positive.
      apply Rabs_lt_between in near. simpl in near. unfold minus, plus, opp in near; simpl in near. lra.
    + apply is_derive_Reals. replace (Rpower x r) with (Rpower x (r + 1 - 1)) by (f_equal; ring).
      now apply derivable_pt_lim_power.
Qed.

Lemma continuous_power x r : 1 <= r -> continuous (fun x => positive_power x r) x.
Proof.
  intros large. destruct (Rtotal_order x 0) as [low | [-> | high]].
  - apply (continuous_ext_loc _ (fun _ => 0)); [|apply continuous_const].
    exists (mkposreal (- x) ltac:(lra)). intros y near. symmetry. apply power_zero.
    apply Rabs_lt_between in near. simpl in near. unfold minus, plus, opp in near; simpl in near. lra.
  - intros P [eps all]. rewrite power_zero in all by lra.
    exists (mkposreal (Rmin eps 1) ltac:(apply Rmin_glb_lt; [apply eps | lra])). intros y near.
    apply Rabs_lt_between in near. simpl in near. unfold minus, plus, opp in near; simpl in near.
    pose proof (Rmin_l eps 1). pose proof (Rmin_r eps 1). apply all. apply Rabs_lt_between. simpl.
    unfold minus, plus, opp; simpl. pose proof (cond_pos eps).
    destruct (Rle_lt_dec y 0) as [low | high]; [rewrite power_zero by exact low; lra|].
    rewrite power_positive by exact high. pose proof (power_small y r ltac:(lra) large). lra.
  - apply (continuous_ext_loc _ (fun x => Rpower x r)).
    + exists (mkposreal x high). intros y near. symmetry. apply power_positive.
      apply Rabs_lt_between in near. simpl in near. unfold minus, plus, opp in near; simpl in near. lra.
    + apply continuity_pt_filterlim. apply derivable_continuous_pt. exists (r * Rpower x (r - 1)).
      now apply derivable_pt_lim_power.
Qed.

(** A ramp from u to v = u + delta or u - delta: the integral of the positive_power of the distance to v. *)
Lemma ramp v s delta r : 0 < delta -> 1 <= r -> (s = 1 \/ s = -1) ->
  is_RInt (fun x => positive_power (s * (v - x) / delta) r) (v - s * delta) v (s * delta / (r + 1)).
Proof.
  intros positive large sign.
  replace (s * delta / (r + 1)) with (minus (- s * delta / (r + 1) * positive_power (s * (v - v) / delta) (r + 1))
    (- s * delta / (r + 1) * positive_power (s * (v - (v - s * delta)) / delta) (r + 1))).
  - apply (is_RInt_derive (fun x => - s * delta / (r + 1) * positive_power (s * (v - x) / delta) (r + 1))).
    + intros x _. replace (positive_power (s * (v - x) / delta) r) with
        (scal (- s * delta / (r + 1)) (scal (- s / delta) ((r + 1) * positive_power (s * (v - x) / delta) r))).
      * apply @is_derive_scal. apply (is_derive_comp (fun z => positive_power z (r + 1)) (fun x => s * (v - x) /
          delta)).
        -- now apply is_derive_power.
        -- auto_derive; [exact I | field; lra].
      * unfold scal; simpl; unfold mult; simpl. destruct sign as [-> | ->]; field; lra.
    + intros x _. apply (continuous_comp (fun x => s * (v - x) / delta) (fun z => positive_power z r)).
      * apply (ex_derive_continuous (fun x => s * (v - x) / delta)). auto_derive. exact I.
      * now apply continuous_power.
  - rewrite (power_zero (s * (v - v) / delta)) by (right; field; lra).
    replace (s * (v - (v - s * delta)) / delta) with 1 by (destruct sign as [-> | ->]; field; lra).
    rewrite power_positive by lra. unfold Rpower. rewrite ln_1, !Rmult_0_r, exp_0.
    unfold minus, plus, opp; simpl. field. lra.
Qed.

Lemma trapezoid_values a b delta u : a < b -> 0 < delta <= (b - a) / 2 ->
  (u <= a -> trapezoid a b delta u = 0) /\
  (a <= u <= a + delta -> trapezoid a b delta u = 1 - (a + delta - u) / delta) /\
  (a + delta <= u <= b - delta -> trapezoid a b delta u = 1) /\
  (b - delta <= u <= b -> trapezoid a b delta u = 1 - (u - (b - delta)) / delta) /\
  (b <= u -> trapezoid a b delta u = 0).
Proof.
  intros order small. unfold trapezoid.
  repeat split; intros inside; unfold Rmax; repeat destruct Rle_dec; try lra; field_simplify_eq; lra.
Qed.

(** The network of 4 units is 1 on [a + delta, b - delta] and 0 outside (a, b), and the integral of the positive_power
  r of its
    distance from the indicator function of [a, b], which vanishes outside [a, b], is 2 delta / (r + 1). *)
Theorem section_2_2_trapezoid_lq_printed : forall a b delta r : R, a < b -> 0 < delta <= (b - a) / 2 -> 1 <= r ->
  (exists N, computes_on_line N (trapezoid a b delta) /\ depth N = 2%nat /\ size N = 4%nat) /\
  (forall u, a + delta <= u <= b - delta -> trapezoid a b delta u = 1) /\
  (forall u, u <= a \/ b <= u -> trapezoid a b delta u = 0) /\
  (forall u, u < a \/ b < u -> positive_power (Rabs (indicator a b u - trapezoid a b delta u)) r = 0) /\
  is_RInt (fun u => positive_power (Rabs (indicator a b u - trapezoid a b delta u)) r) a b (2 * delta / (r + 1)).
Proof.
  intros a b delta r order small large.
  pose proof (fun u => trapezoid_values a b delta u order small) as values.
  split; [|split; [|split; [|split]]].
  - exists (Network [[Gate [1] (- a); Gate [1] (- a - delta); Gate [1] (- b + delta); Gate [1] (- b)]]
      [Gate [1 / delta; - (1 / delta); - (1 / delta); 1 / delta] 0]). split; [|now split].
    split; [now apply from_to_one_layer; repeat constructor|]. intros u. rewrite evaluate_one_layer.
    cbn [map dot]. rewrite !gate_value_on_line. unfold trapezoid, relu. f_equal.
    replace (1 * u + - a) with (u - a) by ring. replace (1 * u + (- a - delta)) with (u - a - delta) by ring.
    replace (1 * u + (- b + delta)) with (u - b + delta) by ring. replace (1 * u + - b) with (u - b) by ring. ring.
  - intros u inside. exact (proj1 (proj2 (proj2 (values u))) inside).
  - intros u outside. destruct (values u) as (before & _ & _ & _ & beyond). destruct outside; auto.
  - intros u outside. destruct (values u) as (before & _ & _ & _ & beyond).
    replace (trapezoid a b delta u) with 0 by (symmetry; destruct outside; [apply before | apply beyond]; lra).
    unfold indicator. replace (if Rle_dec a u then _ else _) with 0 by (destruct (Rle_dec a u), (Rle_dec u b); lra).
    rewrite Rminus_0_r, Rabs_R0. apply power_zero. lra.
  - assert (inside : forall u, a <= u <= b -> indicator a b u = 1)
      by (intros u within; unfold indicator; destruct (Rle_dec a u), (Rle_dec u b); lra).
    replace (2 * delta / (r + 1)) with (plus (1 * delta / (r + 1)) (plus 0 (delta / (r + 1))))
      by (unfold plus; simpl; field; lra).
    set (f := fun u => positive_power (Rabs (indicator a b u - trapezoid a b delta u)) r).
    apply (is_RInt_Chasles f a (a + delta)); [|apply (is_RInt_Chasles f (a + delta) (b - delta))]; unfold f; clear f.
    + pose proof (ramp (a + delta) 1 delta r ltac:(lra) large (or_introl eq_refl)) as up.
      replace (a + delta - 1 * delta) with a in up by ring. apply is_RInt_ext with (2 := up). intros u within.
      rewrite Rmin_left, Rmax_right in within by lra. f_equal. rewrite inside by lra.
      rewrite (proj1 (proj2 (values u))) by lra. rewrite Rabs_pos_eq; [field; lra|].
      replace (1 - (1 - (a + delta - u) / delta)) with ((a + delta - u) / delta) by ring.
      left. apply Rdiv_lt_0_compat; lra.
    + replace 0 with (scal (b - delta - (a + delta)) 0) by (unfold scal; simpl; unfold mult; simpl; ring).
      apply is_RInt_ext with (fun _ => 0); [|apply @is_RInt_const]. intros u within.
      rewrite Rmin_left, Rmax_right in within by lra. symmetry. rewrite inside by lra.
      rewrite (proj1 (proj2 (proj2 (values u)))) by lra. apply power_zero. rewrite Rminus_diag_eq, Rabs_R0; lra.
    + pose proof (ramp (b - delta) (-1) delta r ltac:(lra) large (or_intror eq_refl)) as down.
      replace (b - delta - -1 * delta) with b in down by ring.
      apply (is_RInt_swap (fun u => positive_power (-1 * (b - delta - u) / delta) r)) in down.
      replace (delta / (r + 1)) with (opp (-1 * delta / (r + 1))) by (unfold opp; simpl; field; lra).
      apply is_RInt_ext with (2 := down). intros u within. rewrite Rmin_left, Rmax_right in within by lra. f_equal.
      rewrite inside by lra. rewrite (proj1 (proj2 (proj2 (proj2 (values u))))) by lra.
      rewrite Rabs_pos_eq; [field; lra|].
      replace (1 - (1 - (u - (b - delta)) / delta)) with ((u - (b - delta)) / delta) by ring.
      left. apply Rdiv_lt_0_compat; lra.
Qed.

(** ** The least size with one hidden layer *)

(** Hinges at the cuts, on piece k. *)
Lemma hinges_on_piece t p (mu : nat -> R) k x : (forall i, (1 <= i)%nat -> (S i < p)%nat -> t i < t (S i)) ->
  (k < p)%nat -> in_piece t p k x ->
  total (map (fun i => mu i * relu (x - t i)) (seq 1 (p - 1))) =
    total (map mu (seq 1 k)) * x - total (map (fun i => mu i * t i) (seq 1 k)).
Proof.
  intros rising small [low high]. pose proof (increasing t p rising) as up.
  replace (p - 1)%nat with (k + (p - 1 - k))%nat by lia. rewrite seq_app, map_app, total_app.
  rewrite (total_ext (fun i => mu i * relu (x - t i)) (fun i => x * mu i + -1 * (mu i * t i)) (seq 1 k)).
  - rewrite total_combined.
    rewrite (total_ext _ (fun i => 0 * 0 + 0 * 0) (seq (1 + k) _)); [rewrite total_combined; ring|].
    intros i I. apply in_seq in I. destruct high as [? | high]; [lia|].
    assert (t (S k) <= t i) by (destruct (Nat.eq_dec (S k) i) as [<- | ?]; [lra | left; apply up; lia]).
    rewrite relu_nonpos by lra. ring.
  - intros i I. apply in_seq in I. destruct low as [? | low]; [lia|].
    assert (t i <= t k) by (destruct (Nat.eq_dec i k) as [-> | ?]; [lra | left; apply up; lia]).
    rewrite relu_nonneg by lra. ring.
Qed.

(** A line and hinges at the cuts: the slopes. *)
Lemma slopes_of_hinges f p t alpha gamma A B (mu : nat -> R) : cut_into f p t alpha gamma ->
  (forall x, f x = A * x + B + total (map (fun i => mu i * relu (x - t i)) (seq 1 (p - 1)))) ->
  forall k, (k < p)%nat -> alpha k = A + total (map mu (seq 1 k)).
Proof.
  intros (rising & _ & line) same k small. destruct (piece_has_two t p k rising small) as (u & v & less & in_u & in_v).
  destruct (same_line (alpha k) (gamma k) (A + total (map mu (seq 1 k)))
    (B - total (map (fun i => mu i * t i) (seq 1 k))) u v) as [E _]; [lra | | | exact E];
    rewrite <- (line k) by assumption; rewrite same, (hinges_on_piece t p mu k) by assumption; ring.
Qed.

(** A unit, written with a hinge. *)
Lemma unit_as_hinge v w c x : w <> 0 -> v * relu (w * x + c) =
  v * Rabs w * relu (x - - c / w) + (if Rlt_dec w 0 then v * w else 0) * x + if Rlt_dec w 0 then v * c else 0.
Proof.
  intros some. destruct (Rlt_dec w 0) as [down | up].
  - rewrite (Rabs_left w) by exact down. pose proof (relu_split (w * x + c)) as split_.
    assert (E : - w * relu (x - - c / w) = relu (- (w * x + c))).
    { replace (- (w * x + c)) with (- w * (x - - c / w)) by (field; exact some).
      destruct (Rle_lt_dec 0 (x - - c / w)); [rewrite !relu_nonneg by nra | rewrite !relu_nonpos by nra]; ring. }
    replace (v * - w * relu (x - - c / w)) with (v * (- w * relu (x - - c / w))) by ring. rewrite E.
    replace (relu (w * x + c)) with (relu (- (w * x + c)) + (w * x + c)) by lra. ring.
  - rewrite (Rabs_pos_eq w) by lra. replace (w * x + c) with (w * (x - - c / w)) by (field; exact some).
    destruct (Rle_lt_dec 0 (x - - c / w)); [rewrite !relu_nonneg by nra | rewrite !relu_nonpos by nra]; ring.
Qed.

(** p - 1 units, for some changes of slope that make up the slope on the left. *)
Lemma few_units f p t alpha gamma (S : nat -> bool) : (2 <= p)%nat -> cut_into f p t alpha gamma ->
  total (map (fun i => if S i then alpha i - alpha (i - 1)%nat else 0) (seq 1 (p - 1))) = - alpha 0%nat ->
  exists N, computes_on_line N f /\ depth N = 2%nat /\ size N = (p - 1)%nat.
Proof.
  intros two (rising & _ & line) made.
  set (gate_of := fun i => if S i then Gate [-1] (t i) else Gate [1] (- t i)).
  set (delta := fun i => alpha i - alpha (i - 1)%nat).
  set (beta := gamma 0%nat - total (map (fun i => if S i then delta i * t i else 0) (seq 1 (p - 1)))).
  exists (Network [map gate_of (seq 1 (p - 1))] [Gate (map delta (seq 1 (p - 1))) beta]).
  split; [split|split; [reflexivity|]].
  - apply from_to_one_layer.
    + replace (p - 1)%nat with (Datatypes.S (p - 2)) by lia. discriminate.
    + apply Forall_map, Forall_forall. intros i _. unfold gate_of. now destruct (S i).
    + now rewrite !map_length.
  - intros x. rewrite evaluate_one_layer. f_equal.
    rewrite (sum_of_hinges f p t alpha gamma rising line ltac:(lia) x). fold delta.
    assert (sum : dot (map delta (seq 1 (p - 1)))
        (map (fun g => relu (gate_value g [x])) (map gate_of (seq 1 (p - 1)))) =
      total (map (fun i => delta i * relu (x - t i)) (seq 1 (p - 1))) -
      total (map (fun i => if S i then delta i else 0) (seq 1 (p - 1))) * x +
      total (map (fun i => if S i then delta i * t i else 0) (seq 1 (p - 1)))).
    { clear made beta. induction (seq 1 (p - 1)) as [|i l IH]; [simpl; ring|]. cbn [map dot]. rewrite !total_cons, IH.
      unfold gate_of at 1. destruct (S i); rewrite gate_value_on_line.
      - pose proof (relu_split (x - t i)). replace (-1 * x + t i) with (- (x - t i)) by ring.
        replace (relu (- (x - t i))) with (relu (x - t i) - (x - t i)) by lra. ring.
      - replace (1 * x + - t i) with (x - t i) by ring. ring. }
    rewrite sum. unfold delta in *. rewrite made. unfold beta. ring.
  - unfold size, widths. simpl. rewrite map_length, seq_length. lia.
Qed.

(** Affine off the points where some units bend. *)
Lemma units_affine_off v beta (w c : nat -> R) cs l :
  (forall j, In j l -> w j <> 0 -> In (- c j / w j) cs) ->
  affine_off (fun x => total (map (fun j => v j * relu (w j * x + c j)) l) + beta) cs.
Proof.
  intros within u z less apart. induction l as [|j l IH].
  - exists 0, beta. intros x _. simpl. ring.
  - destruct IH as (p & q & line); [intros i I; apply within; now right|].
    assert (unit_ : exists p' q', forall x, u <= x <= z -> relu (w j * x + c j) = p' * x + q').
    { destruct (Req_dec (w j) 0) as [flat | some].
      - exists 0, (relu (c j)). intros x _. rewrite flat. replace (0 * x + c j) with (c j) by ring. ring.
      - pose proof (apart _ (within j (or_introl eq_refl) some)) as off. set (k := - c j / w j) in *.
        assert (E : forall x, w j * x + c j = w j * (x - k)) by (intros x; unfold k; field; exact some).
        assert (side : (forall x, u <= x <= z -> 0 <= w j * (x - k)) \/ (forall x, u <= x <= z -> w j * (x - k) <= 0)).
        { destruct (Rle_lt_dec z k), (Rle_lt_dec k u); try (exfalso; lra);
            destruct (Rle_lt_dec 0 (w j)); ((left; intros; nra) || (right; intros; nra)). }
        destruct side as [up | down].
        + exists (w j), (c j). intros x inside. rewrite relu_nonneg; [reflexivity|]. rewrite E. now apply up.
        + exists 0, 0. intros x inside. rewrite relu_nonpos; [ring|]. rewrite E. now apply down. }
    destruct unit_ as (p' & q' & unit_). exists (v j * p' + p), (v j * q' + q). intros x inside.
    cbn [map]. rewrite total_cons, unit_ by exact inside. specialize (line x inside). lra.
Qed.

(** With p - 1 units each cut has one, and the units that open to the left make up the slope on the left. *)
Lemma units_of_few f p t alpha gamma N : (2 <= p)%nat -> cut_into f p t alpha gamma ->
  computes_on_line N f -> depth N = 2%nat -> size N = (p - 1)%nat ->
  exists S : nat -> bool,
    total (map (fun i => if S i then alpha i - alpha (i - 1)%nat else 0) (seq 1 (p - 1))) = - alpha 0%nat.
Proof.
  intros two cut [[fit one] values] deep few. pose proof cut as (rising & change & line).
  destruct N as [layers out]. unfold depth, size, widths in *. simpl in *.
  destruct layers as [|A [|]]; try discriminate. simpl in *. assert (size_A : length A = (p - 1)%nat) by lia.
  destruct out as [|[v beta] [|]]; try discriminate. destruct fit as (reads_A & _ & reads_out).
  inversion_clear reads_out as [|? ? size_v _]. simpl in size_v.
  set (w := fun j => nth 0 (weights (nth j A (Gate [] 0))) 0). set (c := fun j => bias (nth j A (Gate [] 0))).
  set (u := fun j => nth j v 0).
  assert (formula : forall x, f x = total (map (fun j => u j * relu (w j * x + c j)) (seq 0 (p - 1))) + beta).
  { intros x. pose proof (values x) as value. rewrite evaluate_one_layer in value. injection value as <-. f_equal.
    rewrite (dot_map (Gate [] 0)), size_A by exact size_v. apply total_ext. intros j I. apply in_seq in I.
    do 2 f_equal. unfold w, c. assert (long : length (weights (nth j A (Gate [] 0))) = 1%nat).
    { unfold reads in reads_A. rewrite Forall_forall in reads_A. apply reads_A, nth_In. lia. }
    destruct (nth j A (Gate [] 0)) as [[|r [|]] d]; try discriminate. apply gate_value_on_line. }
  set (cs := map (fun j => - c j / w j) (filter (fun j => if Req_EM_T (w j) 0 then false else true) (seq 0 (p - 1)))).
  assert (off : affine_off f cs).
  { intros y z less apart. destruct (units_affine_off u beta w c cs (seq 0 (p - 1))) with (u := y) (v := z)
      as (a & b & E); [|exact less | exact apart|].
    - intros j I some. apply in_map_iff. exists j. split; [reflexivity|]. apply filter_In. split; [exact I|].
      now destruct (Req_EM_T (w j) 0).
    - exists a, b. intros x inside. rewrite formula. now apply E. }
  assert (own : forall i, (i < p - 1)%nat -> exists j, (j < p - 1)%nat /\ w j <> 0 /\ - c j / w j = t (S i)).
  { intros i small. pose proof (cut_in f p t alpha gamma cs rising change line off (S i) ltac:(lia)) as found.
    apply in_map_iff in found as (j & E & I). apply filter_In in I as [I some]. apply in_seq in I.
    exists j. split; [lia | split; [|exact E]]. intros zero. rewrite zero in some.
    now destruct (Req_EM_T 0 0). }
  destruct (finite_choice (p - 1) (fun i j => (j < p - 1)%nat /\ w j <> 0 /\ - c j / w j = t (S i)) 0%nat own)
    as [unit_ at_unit].
  assert (all : Permutation (map unit_ (seq 0 (p - 1))) (seq 0 (p - 1))).
  { apply NoDup_Permutation_bis.
    - apply distinct_values. intros i j small_i small_j same.
      destruct (at_unit i small_i) as (_ & _ & one_), (at_unit j small_j) as (_ & _ & other). rewrite same in one_.
      pose proof (increasing t p rising) as up. destruct (Nat.lt_trichotomy i j) as [less | [E | more]]; [| exact E |].
      + pose proof (up (S i) (S j) ltac:(lia) ltac:(lia)). lra.
      + pose proof (up (S j) (S i) ltac:(lia) ltac:(lia)). lra.
    - now rewrite map_length.
    - intros j I. apply in_map_iff in I as (i & <- & I). apply in_seq in I. apply in_seq.
      destruct (at_unit i ltac:(lia)). lia. }
  set (mu := fun i => u (unit_ (i - 1)%nat) * Rabs (w (unit_ (i - 1)%nat))).
  set (left := fun i => if Rlt_dec (w (unit_ (i - 1)%nat)) 0 then true else false).
  assert (by_cuts : forall F : nat -> R, total (map F (seq 0 (p - 1))) =
    total (map (fun i => F (unit_ (i - 1)%nat)) (seq 1 (p - 1)))).
  { intros F. rewrite <- seq_shift, map_map.
    rewrite (total_ext (fun i => F (unit_ (S i - 1)%nat)) (fun i => F (unit_ i))).
    - rewrite <- (map_map unit_ F). apply total_permutation, Permutation_map, Permutation_sym, all.
    - intros i _. do 2 f_equal. lia. }
  assert (hinged : exists B, forall x, f x =
    total (map (fun i => if left i then - mu i else 0) (seq 1 (p - 1))) * x + B +
    total (map (fun i => mu i * relu (x - t i)) (seq 1 (p - 1)))).
  { set (level := fun i => if left i then u (unit_ (i - 1)%nat) * c (unit_ (i - 1)%nat) else 0).
    exists (beta + total (map level (seq 1 (p - 1)))). intros x.
    rewrite formula, (by_cuts (fun j => u j * relu (w j * x + c j))).
    rewrite (total_ext _ (fun i => 1 * (mu i * relu (x - t i)) +
      1 * (x * (if left i then - mu i else 0) + 1 * level i))).
    - rewrite total_combined, total_combined. ring.
    - intros i I. apply in_seq in I. destruct (at_unit (i - 1)%nat ltac:(lia)) as (_ & some & place).
      replace (S (i - 1)) with i in place by lia. rewrite (unit_as_hinge _ _ _ x some), place. unfold level, left, mu.
      destruct (Rlt_dec (w (unit_ (i - 1)%nat)) 0) as [down | up]; [rewrite (Rabs_left _ down)|]; ring. }
  destruct hinged as [B hinged]. exists left.
  pose proof (slopes_of_hinges f p t alpha gamma _ B mu cut hinged) as slopes.
  rewrite (slopes 0%nat) by lia. cbn [seq map total fold_right]. rewrite Rplus_0_r.
  rewrite (total_ext _ (fun i => -1 * (if left i then - mu i else 0) + 0 * 0)).
  - rewrite (total_combined (-1) 0 _ (fun _ => 0)). ring.
  - intros i I. apply in_seq in I. destruct i as [|i]; [lia|]. replace (S i - 1)%nat with i by lia.
    rewrite !slopes by lia. rewrite (seq_S i), map_app, total_app. cbn [map total fold_right Nat.add].
    destruct (left (S i)); ring.
Qed.

(** With one hidden layer, a function with p >= 2 pieces, cut by t_1 < ... < t_(p-1) and with slopes alpha_0, ...,
    alpha_(p-1), takes at least p - 1 units, and at most p; and p - 1 if and only if some of the changes of slope add up
    to the slope on the left, with the other sign. *)
Theorem section_2_2_minimal_size_printed : forall (f : R -> R) (p : nat) (t alpha gamma : nat -> R),
  (2 <= p)%nat -> cut_into f p t alpha gamma ->
  (exists N, computes_on_line N f /\ depth N = 2%nat /\ (size N <= p)%nat) /\
  (forall N, computes_on_line N f -> depth N = 2%nat -> (p - 1 <= size N)%nat) /\
  ((exists N, computes_on_line N f /\ depth N = 2%nat /\ size N = (p - 1)%nat) <->
    exists S : nat -> bool,
      total (map (fun i => if S i then alpha i - alpha (i - 1)%nat else 0) (seq 1 (p - 1))) = - alpha 0%nat).
Proof.
  intros f p t alpha gamma two cut.
  assert (pieces : has_pieces f p) by (split; [lia | exists t, alpha, gamma; exact cut]).
  split; [|split; [|split]].
  - destruct (proj1 theorem_2_2_2_upper_repaired f p two pieces) as (N & deep & few & computed). now exists N.
  - intros N computed deep. now apply (theorem_2_2_2_lower_printed N f p).
  - intros (N & computed & deep & few). now apply (units_of_few f p t alpha gamma N).
  - intros [S made]. now apply (few_units f p t alpha gamma S).
Qed.
