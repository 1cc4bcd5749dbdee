(** Section 2.2 of Mukherjee 2020: the depth for the maximum of n + 1 numbers, and the error of a trapezoid. *)

From Coq Require Import Reals List Arith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors networks networks_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import equation_2_1 theorem_2_2_1.
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

(** Depth at most 1 + log2(n + 1), rounded up, does. *)
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
Definition power (x r : R) : R := if Rlt_dec 0 x then Rpower x r else 0.

(** The network of 4 units, and the indicator function of [a, b]. *)
Definition trapezoid (a b delta u : R) : R :=
  1 / delta * (Rmax 0 (u - a) - Rmax 0 (u - a - delta) - Rmax 0 (u - b + delta) + Rmax 0 (u - b)).
Definition indicator (a b u : R) : R := if Rle_dec a u then if Rle_dec u b then 1 else 0 else 0.

Lemma power_positive x r : 0 < x -> power x r = Rpower x r.
Proof. intros some. unfold power. now destruct (Rlt_dec 0 x). Qed.

Lemma power_zero x r : x <= 0 -> power x r = 0.
Proof. intros none. unfold power. destruct (Rlt_dec 0 x); [lra | reflexivity]. Qed.

Lemma power_small x r : 0 < x < 1 -> 1 <= r -> 0 < Rpower x r <= x.
Proof.
  intros small large. split; [apply exp_pos|]. rewrite <- (Rpower_1 x) at 2 by lra. unfold Rpower.
  assert (ln x < 0) by (rewrite <- ln_1; apply ln_increasing; lra).
  destruct large as [more | <-]; [left; apply exp_increasing; nra | right; reflexivity].
Qed.

Lemma is_derive_power x r : 1 <= r -> is_derive (fun x => power x (r + 1)) x ((r + 1) * power x r).
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

Lemma continuous_power x r : 1 <= r -> continuous (fun x => power x r) x.
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

(** A ramp from u to v = u + delta or u - delta: the integral of the power of the distance to v. *)
Lemma ramp v s delta r : 0 < delta -> 1 <= r -> (s = 1 \/ s = -1) ->
  is_RInt (fun x => power (s * (v - x) / delta) r) (v - s * delta) v (s * delta / (r + 1)).
Proof.
  intros positive large sign.
  replace (s * delta / (r + 1)) with (minus (- s * delta / (r + 1) * power (s * (v - v) / delta) (r + 1))
    (- s * delta / (r + 1) * power (s * (v - (v - s * delta)) / delta) (r + 1))).
  - apply (is_RInt_derive (fun x => - s * delta / (r + 1) * power (s * (v - x) / delta) (r + 1))).
    + intros x _. replace (power (s * (v - x) / delta) r) with
        (scal (- s * delta / (r + 1)) (scal (- s / delta) ((r + 1) * power (s * (v - x) / delta) r))).
      * apply @is_derive_scal. apply (is_derive_comp (fun z => power z (r + 1)) (fun x => s * (v - x) / delta)).
        -- now apply is_derive_power.
        -- auto_derive; [exact I | field; lra].
      * unfold scal; simpl; unfold mult; simpl. destruct sign as [-> | ->]; field; lra.
    + intros x _. apply (continuous_comp (fun x => s * (v - x) / delta) (fun z => power z r)).
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

(** The network of 4 units is 1 on [a + delta, b - delta] and 0 outside (a, b), and the integral of the power r of its
    distance from the indicator function of [a, b], which vanishes outside [a, b], is 2 delta / (r + 1). *)
Theorem section_2_2_trapezoid_lq_printed : forall a b delta r : R, a < b -> 0 < delta <= (b - a) / 2 -> 1 <= r ->
  (exists N, computes_on_line N (trapezoid a b delta) /\ depth N = 2%nat /\ size N = 4%nat) /\
  (forall u, a + delta <= u <= b - delta -> trapezoid a b delta u = 1) /\
  (forall u, u <= a \/ b <= u -> trapezoid a b delta u = 0) /\
  (forall u, u < a \/ b < u -> power (Rabs (indicator a b u - trapezoid a b delta u)) r = 0) /\
  is_RInt (fun u => power (Rabs (indicator a b u - trapezoid a b delta u)) r) a b (2 * delta / (r + 1)).
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
    set (f := fun u => power (Rabs (indicator a b u - trapezoid a b delta u)) r).
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
      apply (is_RInt_swap (fun u => power (-1 * (b - delta - u) / delta) r)) in down.
      replace (delta / (r + 1)) with (opp (-1 * delta / (r + 1))) by (unfold opp; simpl; field; lra).
      apply is_RInt_ext with (2 := down). intros u within. rewrite Rmin_left, Rmax_right in within by lra. f_equal.
      rewrite inside by lra. rewrite (proj1 (proj2 (proj2 (proj2 (values u))))) by lra.
      rewrite Rabs_pos_eq; [field; lra|].
      replace (1 - (1 - (u - (b - delta)) / delta)) with ((u - (b - delta)) / delta) by ring.
      left. apply Rdiv_lt_0_compat; lra.
Qed.
