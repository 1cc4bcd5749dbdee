(** Appendix 2.B of Mukherjee 2020, kinks: those of max{0, x, y} are three half-lines; those of a Sum-of-ReLU circuit
    are whole lines, but not all lines of its gates. *)

From Coq Require Import Reals List Bool Arith Lia Lra.
From Coquelicot Require Import Derive_2d Continuity.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts boolean.
From Marginalia.mukherjee2020.chapter_2 Require Import proposition_2_5_2.
Import ListNotations.
Open Scope R_scope.

Lemma affine_differentiable (f : R -> R -> R) u v p q r : 0 < r ->
  (forall s t, Rabs (s - u) < r -> Rabs (t - v) < r -> f s t = f u v + p * (s - u) + q * (t - v)) ->
  differentiable_pt f u v.
Proof.
  intros positive near. exists p, q. intros eps. exists (mkposreal r positive). intros s t close_s close_t.
  rewrite near by assumption.
  replace (f u v + p * (s - u) + q * (t - v) - f u v - (p * (s - u) + q * (t - v))) with 0 by ring.
  rewrite Rabs_R0. apply Rmult_le_pos; [left; apply eps|]. apply Rle_trans with (2 := Rmax_l _ _). apply Rabs_pos.
Qed.

(** Where f is differentiable, its second differences are small. *)
Lemma second_difference (f : R -> R -> R) u v s t eps : differentiable_pt f u v -> 0 < eps ->
  exists r, 0 < r /\ forall h, 0 < h < r ->
    Rabs (f (u + h * s) (v + h * t) + f (u - h * s) (v - h * t) - 2 * f u v) <= eps * h.
Proof.
  intros (p & q & limit) positive.
  set (m := Rmax (Rabs s) (Rabs t) + 1).
  assert (sized : Rabs s < m /\ Rabs t < m).
  { unfold m. pose proof (Rmax_l (Rabs s) (Rabs t)). pose proof (Rmax_r (Rabs s) (Rabs t)). lra. }
  assert (0 < m) by (pose proof (Rabs_pos s); lra).
  assert (share : 0 < eps / (2 * m)) by (apply Rdiv_lt_0_compat; lra).
  destruct (limit (mkposreal _ share)) as [r close]. simpl in close. exists (r / m).
  split; [apply Rdiv_lt_0_compat; [apply r | assumption]|]. intros h [low high].
  assert (room : h * m < r).
  { apply Rmult_lt_compat_r with (r := m) in high; [|assumption].
    replace (r / m * m) with (pos r) in high by (field; lra). exact high. }
  assert (moved : forall e, e = h \/ e = - h ->
    Rabs (f (u + e * s) (v + e * t) - f u v - (p * (e * s) + q * (e * t))) <= eps / (2 * m) * (h * m)).
  { intros e sign.
    assert (abs : forall z, Rabs (e * z) = h * Rabs z).
    { intros z. rewrite Rabs_mult. f_equal. destruct sign as [-> | ->]; [|rewrite Rabs_Ropp]; apply Rabs_pos_eq; lra. }
    specialize (close (u + e * s) (v + e * t)).
    replace (u + e * s - u) with (e * s) in close by ring. replace (v + e * t - v) with (e * t) in close by ring.
    rewrite !abs in close. specialize (close ltac:(nra) ltac:(nra)). apply Rle_trans with (1 := close).
    apply Rmult_le_compat_l; [lra|]. apply Rmax_lub; nra. }
  pose proof (moved h (or_introl eq_refl)) as up. pose proof (moved (- h) (or_intror eq_refl)) as down.
  replace (f (u + h * s) (v + h * t) + f (u - h * s) (v - h * t) - 2 * f u v) with
    (f (u + h * s) (v + h * t) - f u v - (p * (h * s) + q * (h * t)) +
      (f (u + - h * s) (v + - h * t) - f u v - (p * (- h * s) + q * (- h * t)))).
  - apply Rle_trans with (1 := Rabs_triang _ _).
    replace (eps * h) with (eps / (2 * m) * (h * m) + eps / (2 * m) * (h * m)) by (field; lra). lra.
  - replace (u + - h * s) with (u - h * s) by ring. replace (v + - h * t) with (v - h * t) by ring. ring.
Qed.

Lemma not_differentiable (f : R -> R -> R) u v s t c : 0 < c ->
  (exists r, 0 < r /\ forall h, 0 < h < r ->
    c * h <= Rabs (f (u + h * s) (v + h * t) + f (u - h * s) (v - h * t) - 2 * f u v)) ->
  ~ differentiable_pt f u v.
Proof.
  intros positive (r & some & bent) smooth.
  destruct (second_difference f u v s t (c / 2) smooth ltac:(lra)) as (r' & some' & small).
  set (h := Rmin r r' / 2). assert (0 < Rmin r r') by (apply Rmin_glb_lt; assumption).
  pose proof (Rmin_l r r'). pose proof (Rmin_r r r').
  specialize (bent h ltac:(unfold h; lra)). specialize (small h ltac:(unfold h; lra)).
  assert (0 < h) by (unfold h; lra). nra.
Qed.

Ltac no_max := unfold peak, Rmax in *; repeat destruct Rle_dec; try lra.

(** The function max{0, x, y} is not differentiable exactly on the half-lines x = y >= 0, x = 0 >= y and y = 0 >= x. *)
Theorem section_2_b_kink_set_printed : forall u v : R,
  ~ differentiable_pt peak u v <-> (u = v /\ 0 <= u) \/ (u = 0 /\ v <= 0) \/ (v = 0 /\ u <= 0).
Proof.
  intros u v. split.
  - intros kink.
    assert (close : forall a b r, Rabs (a - b) < r -> b - r < a < b + r)
      by (intros a b r; unfold Rabs; destruct Rcase_abs; lra).
    destruct (Rtotal_order u 0) as [u_low | [u_0 | u_high]], (Rtotal_order v 0) as [v_low | [v_0 | v_high]];
      try (right; lra); try (left; split; lra).
    + exfalso. apply kink, (affine_differentiable _ _ _ 0 0 (Rmin (- u) (- v))); [apply Rmin_glb_lt; lra|].
      intros s t near_s near_t. pose proof (Rmin_l (- u) (- v)). pose proof (Rmin_r (- u) (- v)).
      apply close in near_s. apply close in near_t. no_max.
    + exfalso. apply kink, (affine_differentiable _ _ _ 0 1 (Rmin (- u) v)); [apply Rmin_glb_lt; lra|].
      intros s t near_s near_t. pose proof (Rmin_l (- u) v). pose proof (Rmin_r (- u) v).
      apply close in near_s. apply close in near_t. no_max.
    + exfalso. apply kink, (affine_differentiable _ _ _ 0 1 (v / 2)); [lra|].
      intros s t near_s near_t. apply close in near_s. apply close in near_t. no_max.
    + exfalso. apply kink, (affine_differentiable _ _ _ 1 0 (Rmin u (- v))); [apply Rmin_glb_lt; lra|].
      intros s t near_s near_t. pose proof (Rmin_l u (- v)). pose proof (Rmin_r u (- v)).
      apply close in near_s. apply close in near_t. no_max.
    + exfalso. apply kink, (affine_differentiable _ _ _ 1 0 (u / 2)); [lra|].
      intros s t near_s near_t. apply close in near_s. apply close in near_t. no_max.
    + destruct (Rtotal_order u v) as [less | [same | more]]; [| left; lra |].
      * exfalso. apply kink, (affine_differentiable _ _ _ 0 1 (Rmin ((v - u) / 2) v)); [apply Rmin_glb_lt; lra|].
        intros s t near_s near_t. pose proof (Rmin_l ((v - u) / 2) v). pose proof (Rmin_r ((v - u) / 2) v).
        apply close in near_s. apply close in near_t. no_max.
      * exfalso. apply kink, (affine_differentiable _ _ _ 1 0 (Rmin ((u - v) / 2) u)); [apply Rmin_glb_lt; lra|].
        intros s t near_s near_t. pose proof (Rmin_l ((u - v) / 2) u). pose proof (Rmin_r ((u - v) / 2) u).
        apply close in near_s. apply close in near_t. no_max.
  - intros [[-> high] | [[-> low] | [-> low]]].
    + apply (not_differentiable peak v v 1 (-1) 1); [lra|]. exists 1. split; [lra|]. intros h small.
      apply Rle_trans with (2 := Rle_abs _). no_max.
    + apply (not_differentiable peak 0 v 1 0 1); [lra|]. exists 1. split; [lra|]. intros h small.
      apply Rle_trans with (2 := Rle_abs _). no_max.
    + apply (not_differentiable peak u 0 0 1 1); [lra|]. exists 1. split; [lra|]. intros h small.
      apply Rle_trans with (2 := Rle_abs _). no_max.
Qed.

(** Not all lines of the gates are kinks: max{0, x} - max{0, -x} = x has none. *)
Theorem section_2_b_kink_union_lines_printed_refuted :
  ~ (forall (u : list R) (gates : list gate), (1 <= length gates)%nat -> length u = length gates -> reads 2 gates ->
      forall x y : R, ~ differentiable_pt (fun x y => sum_of_relus 0 u gates [x; y]) x y <->
        exists g, In g gates /\ gate_value g [x; y] = 0).
Proof.
  intros claimed. specialize (claimed [1; -1] [Gate [1; 0] 0; Gate [-1; 0] 0] ltac:(simpl; lia) eq_refl
    ltac:(repeat constructor) 0 0).
  apply claimed.
  - exists (Gate [1; 0] 0). split; [now left|]. unfold gate_value. simpl. ring.
  - apply (affine_differentiable _ 0 0 1 0 1); [lra|]. intros s t _ _. unfold sum_of_relus, gate_value, relu. simpl.
    no_max.
Qed.
