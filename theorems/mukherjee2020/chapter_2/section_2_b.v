(** Appendix 2.B of Mukherjee 2020, kinks: those of max{0, x, y} are three half-lines; those of a Sum-of-ReLU circuit
    are whole lines, but not all lines of its gates. *)

From Coq Require Import Reals List Bool Lia Lra.
From Coquelicot Require Import Derive_2d.
From Marginalia.formal Require Import vectors maxima vectors_facts networks networks_facts boolean.
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

(** Two gates with weights (a, b) and (a', b') and biases d and d' have the same line where one of (a, b, d) and
    (a', b', d') is a multiple of the other; here (a, b) is not (0, 0). *)
Definition across (g : gate) : R := nth 0 (weights g) 0.
Definition upward (g : gate) : R := nth 1 (weights g) 0.
Definition same_line (g h : gate) : bool :=
  if Req_EM_T (across g * upward h) (across h * upward g) then
    if Req_EM_T (across g * bias h) (across h * bias g) then
      if Req_EM_T (upward g * bias h) (upward h * bias g) then true else false
    else false
  else false.

(** How much the gates of the line of g together change the slope across it, along the weights of g. *)
Definition bend (u : list R) (gates : list gate) (g : gate) : R :=
  dot u (map (fun h => if same_line g h then Rabs (dot (weights g) (weights h)) else 0) gates).

(** ** Gates through one point, with their weights: what they bend *)

Definition linear_part (g : gate) (s t : R) : R := across g * s + upward g * t.
Definition parallel (g h : gate) : bool := if Req_EM_T (across g * upward h) (across h * upward g) then true else false.
Definition flat (g : gate) : Prop := across g = 0 /\ upward g = 0.
Definition inner (g h : gate) : R := across g * across h + upward g * upward h.

(** c_1 |a_1 s + b_1 t| + c_2 |a_2 s + b_2 t| + ..., and what the ones that are parallel to g bend. *)
Definition fan (P : list (R * gate)) (s t : R) : R := total (map (fun e => fst e * Rabs (linear_part (snd e) s t)) P).
Definition fan_bend (P : list (R * gate)) (g : gate) : R :=
  total (map (fun e => fst e * if parallel g (snd e) then Rabs (inner g (snd e)) else 0) P).

Lemma total_split {A : Type} (keep : A -> bool) (f : A -> R) l :
  total (map f l) = total (map f (filter keep l)) + total (map f (filter (fun a => negb (keep a)) l)).
Proof.
  induction l as [|a l IH]; [simpl; ring|]. cbn [map filter].
  destruct (keep a); cbn [negb map]; rewrite !total_cons, IH; ring.
Qed.

Lemma parallel_true g h : parallel g h = true <-> across g * upward h = across h * upward g.
Proof. unfold parallel. destruct (Req_EM_T _ _); split; congruence. Qed.

(** Parallel gates: |a' s + b' t| is a multiple of |a s + b t|. *)
Lemma parallel_part g h s t : parallel g h = true ->
  inner g g * Rabs (linear_part h s t) = Rabs (inner g h) * Rabs (linear_part g s t).
Proof.
  intros same. apply parallel_true in same. rewrite <- (Rabs_pos_eq (inner g g)) by (unfold inner; nra).
  rewrite <- !Rabs_mult. f_equal. unfold inner, linear_part.
  replace ((across g * across g + upward g * upward g) * (across h * s + upward h * t)) with
    ((across g * across h + upward g * upward h) * (across g * s + upward g * t) +
      (across g * upward h - across h * upward g) * (across g * t - upward g * s)) by ring.
  rewrite same. ring.
Qed.

Lemma fan_of_parallel P g s t : inner g g * fan (filter (fun e => parallel g (snd e)) P) s t =
  fan_bend P g * Rabs (linear_part g s t).
Proof.
  unfold fan, fan_bend. induction P as [|[c h] P IH]; [simpl; ring|]. cbn [filter snd map fst].
  destruct (parallel g h) eqn:E; cbn [map fst snd]; rewrite !total_cons.
  - rewrite Rmult_plus_distr_l, IH. replace (inner g g * (c * Rabs (linear_part h s t)))
      with (c * (inner g g * Rabs (linear_part h s t))) by ring. rewrite (parallel_part g h s t E). ring.
  - rewrite IH. ring.
Qed.

Lemma inner_positive g : ~ flat g -> 0 < inner g g.
Proof.
  intros sloped. unfold flat, inner in *. destruct (Req_dec (across g) 0), (Req_dec (upward g) 0); nra || tauto.
Qed.

(** Where nothing bends, the fan vanishes. *)
Lemma no_bend P : (forall e, In e P -> ~ flat (snd e) -> fan_bend P (snd e) = 0) -> forall s t, fan P s t = 0.
Proof.
  remember (length P) as n eqn:size. revert P size.
  induction n as [n IH] using (well_founded_induction Wf_nat.lt_wf). intros P size none s t.
  destruct P as [|[c g] P]; [reflexivity|].
  destruct (Classical_Prop.classic (flat g)) as [[a0 b0] | sloped].
  - assert (rest : forall h, fan_bend ((c, g) :: P) h = fan_bend P h).
    { intros h. unfold fan_bend. cbn [map fst snd]. rewrite !total_cons.
      replace (if parallel h g then Rabs (inner h g) else 0) with 0; [ring|].
      unfold inner. rewrite a0, b0, !Rmult_0_r, Rplus_0_r, Rabs_R0. now destruct (parallel h g). }
    unfold fan. cbn [map fst snd]. rewrite !total_cons.
    unfold linear_part at 1. rewrite a0, b0, !Rmult_0_l, Rplus_0_r, Rabs_R0.
    change (total (map _ P)) with (fan P s t).
    rewrite (IH (length P) ltac:(simpl in size; lia) P eq_refl); [ring|].
    intros e I sloped. rewrite <- rest. apply none; [now right | exact sloped].
  - set (Q := (c, g) :: P) in *. unfold fan. rewrite (total_split (fun e => parallel g (snd e))).
    change (total (map _ (filter (fun e => parallel g (snd e)) Q)))
      with (fan (filter (fun e => parallel g (snd e)) Q) s t).
    change (total (map _ (filter (fun e => negb (parallel g (snd e))) Q)))
      with (fan (filter (fun e => negb (parallel g (snd e))) Q) s t).
    assert (own : fan (filter (fun e => parallel g (snd e)) Q) s t = 0).
    { apply Rmult_eq_reg_l with (inner g g); [|apply Rgt_not_eq, inner_positive, sloped].
      pose proof (none (c, g) (or_introl eq_refl) sloped) as zero. cbn [snd] in zero.
      rewrite fan_of_parallel, zero. ring. }
    rewrite own, Rplus_0_l.
    apply (IH (length (filter (fun e => negb (parallel g (snd e))) Q))); [|reflexivity|].
    + rewrite size. unfold Q. cbn [filter snd]. replace (parallel g g) with true by (symmetry; now apply parallel_true).
      cbn [negb length]. apply Nat.lt_succ_r. clear. induction P as [|e P IH]; simpl; [lia|].
      destruct (negb _); simpl; lia.
    + intros [c' h] I other. cbn [snd] in *. apply filter_In in I as [I apart]. cbn [snd] in apart.
      apply negb_true_iff in apart. rewrite <- (none (c', h) I other). cbn [snd]. unfold fan_bend.
      rewrite (total_split (fun e => parallel g (snd e)) _ Q).
      assert (zero : total (map (fun e => fst e * (if parallel h (snd e) then Rabs (inner h (snd e)) else 0))
        (filter (fun e => parallel g (snd e)) Q)) = 0).
      { rewrite (total_ext _ (fun _ => 0)).
        - clear. induction (filter _ Q) as [|e l IHl]; [reflexivity|]. cbn [map].
          rewrite !total_cons. rewrite IHl. ring.
        - intros [c'' k] J. apply filter_In in J as [_ same]. cbn [fst snd] in *.
          destruct (parallel h k) eqn:E; [|ring]. apply parallel_true in E, same.
          assert (flat k \/ across g * upward h = across h * upward g) as [[k1 k2] | both].
          { destruct (Req_dec (across k) 0) as [k1 | k1], (Req_dec (upward k) 0) as [k2 | k2]; [now left | | |]; right.
            - rewrite k1 in *. assert (across g = 0) by nra. assert (across h = 0) by nra. nra.
            - rewrite k2 in *. assert (upward g = 0) by nra. assert (upward h = 0) by nra. nra.
            - apply Rmult_eq_reg_l with (across k); [|exact k1].
              replace (across k * (across g * upward h)) with (across g * (across k * upward h)) by ring.
              rewrite <- E. replace (across g * (across h * upward k)) with (across h * (across g * upward k)) by ring.
              rewrite same. ring. }
          + unfold inner. rewrite k1, k2, !Rmult_0_r, Rplus_0_r, Rabs_R0. ring.
          + apply parallel_true in both. congruence. }
      rewrite zero. ring.
Qed.

(** Across the direction of its line, a gate that bends shows it. *)
Lemma bend_of_gate g h : exists r, 0 < r /\ forall e, 0 < e < r ->
  Rabs (linear_part h (- upward g + e * across g) (across g + e * upward g)) +
  Rabs (linear_part h (- upward g - e * across g) (across g - e * upward g)) -
  2 * Rabs (linear_part h (- upward g) (across g)) = 2 * e * if parallel g h then Rabs (inner g h) else 0.
Proof.
  set (k := linear_part h (- upward g) (across g)). set (i := inner g h).
  assert (up : forall e, linear_part h (- upward g + e * across g) (across g + e * upward g) = k + e * i)
    by (intros e; unfold linear_part, k, i, inner, linear_part; ring).
  assert (down : forall e, linear_part h (- upward g - e * across g) (across g - e * upward g) = k - e * i)
    by (intros e; unfold linear_part, k, i, inner, linear_part; ring).
  destruct (parallel g h) eqn:E.
  - apply parallel_true in E. assert (zero : k = 0) by (unfold k, linear_part; lra).
    exists 1. split; [lra|]. intros e small. rewrite up, down, zero, Rabs_R0.
    replace (0 + e * i) with (e * i) by ring. replace (0 - e * i) with (- (e * i)) by ring.
    rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq e) by lra. ring.
  - assert (some : k <> 0).
    { intros zero. enough (parallel g h = true) by congruence. apply parallel_true.
      unfold k, linear_part in zero. lra. }
    assert (0 < Rabs k) by now apply Rabs_pos_lt. pose proof (Rabs_pos i).
    exists (Rabs k / (Rabs i + 1)). split; [apply Rdiv_lt_0_compat; lra|]. intros e [low high]. rewrite up, down.
    assert (less : Rabs (e * i) < Rabs k).
    { apply Rmult_lt_compat_r with (r := Rabs i + 1) in high; [|lra].
      replace (Rabs k / (Rabs i + 1) * (Rabs i + 1)) with (Rabs k) in high by (field; lra).
      rewrite Rabs_mult, (Rabs_pos_eq e) by lra. nra. }
    clear - less. unfold Rabs in *. repeat destruct Rcase_abs; lra.
Qed.

Lemma bend_of_fan P g : exists r, 0 < r /\ forall e, 0 < e < r ->
  fan P (- upward g + e * across g) (across g + e * upward g) +
  fan P (- upward g - e * across g) (across g - e * upward g) -
  2 * fan P (- upward g) (across g) = 2 * e * fan_bend P g.
Proof.
  induction P as [|[c h] P (r & some & whole)].
  - exists 1. split; [lra|]. intros e _. unfold fan, fan_bend. simpl. ring.
  - destruct (bend_of_gate g h) as (r' & some' & one). exists (Rmin r r'). split; [now apply Rmin_glb_lt|].
    intros e small. pose proof (Rmin_l r r'). pose proof (Rmin_r r r').
    specialize (whole e ltac:(lra)). specialize (one e ltac:(lra)). unfold fan, fan_bend in *. cbn [map fst snd].
    rewrite !total_cons.
    match type of whole with ?W = _ => match type of one with ?O = _ => transitivity (c * O + W); [ring|] end end.
    rewrite one, whole. ring.
Qed.

Lemma bend_shows P g : fan_bend P g <> 0 -> exists s t, fan P s t <> 0.
Proof.
  intros some. apply Classical_Prop.NNPP. intros none.
  assert (zero : forall s t, fan P s t = 0).
  { intros s t. apply Classical_Prop.NNPP. intros other. apply none. now exists s, t. }
  destruct (bend_of_fan P g) as (r & positive & all). specialize (all (r / 2) ltac:(lra)).
  rewrite !zero in all. apply some. nra.
Qed.

(** ** A circuit near a point *)

Definition through (x y : R) (e : R * gate) : bool := if Req_EM_T (gate_value (snd e) [x; y]) 0 then true else false.

Lemma plane_gate g : length (weights g) = 2%nat -> weights g = [across g; upward g].
Proof. destruct g as [[|a [|b [|]]] d]; try discriminate. reflexivity. Qed.

Lemma plane_value g x y : length (weights g) = 2%nat -> gate_value g [x; y] = linear_part g x y + bias g.
Proof. intros size. unfold gate_value, linear_part. rewrite (plane_gate g size) at 1. simpl. ring. Qed.

Lemma gate_near g x y : length (weights g) = 2%nat -> exists r sigma, 0 < r /\ forall s t, Rabs s < r -> Rabs t < r ->
  relu (gate_value g [x + s; y + t]) = relu (gate_value g [x; y]) + sigma * linear_part g s t +
    if Req_EM_T (gate_value g [x; y]) 0 then Rabs (linear_part g s t) / 2 else 0.
Proof.
  intros size. set (v := gate_value g [x; y]).
  assert (moved : forall s t, gate_value g [x + s; y + t] = v + linear_part g s t)
    by (intros s t; unfold v; rewrite !plane_value by exact size; unfold linear_part; ring).
  destruct (Req_EM_T v 0) as [zero | some].
  - exists 1, (1 / 2). split; [lra|]. intros s t _ _. rewrite moved, zero, Rplus_0_l, (relu_nonpos 0) by lra.
    unfold relu, Rmax, Rabs. destruct Rle_dec, Rcase_abs; lra.
  - set (m := Rabs (across g) + Rabs (upward g) + 1).
    assert (0 < m) by (unfold m; pose proof (Rabs_pos (across g)); pose proof (Rabs_pos (upward g)); lra).
    assert (0 < Rabs v) by now apply Rabs_pos_lt.
    exists (Rabs v / m), (if Rlt_dec 0 v then 1 else 0). split; [now apply Rdiv_lt_0_compat|].
    intros s t near_s near_t. rewrite moved.
    assert (less : Rabs (linear_part g s t) < Rabs v).
    { unfold linear_part. apply Rle_lt_trans with (1 := Rabs_triang _ _). rewrite !Rabs_mult.
      replace (Rabs v) with (m * (Rabs v / m)) at 1 by (field; lra). set (q := Rabs v / m) in *.
      assert (0 < q) by (unfold q; now apply Rdiv_lt_0_compat).
      pose proof (Rabs_pos (across g)). pose proof (Rabs_pos (upward g)).
      assert (Rabs (across g) * Rabs s <= Rabs (across g) * q) by (apply Rmult_le_compat_l; lra).
      assert (Rabs (upward g) * Rabs t <= Rabs (upward g) * q) by (apply Rmult_le_compat_l; lra).
      replace (m * q) with (Rabs (across g) * q + Rabs (upward g) * q + q) by (unfold m; ring). lra. }
    set (l := linear_part g s t) in *. clearbody l v. clear - less some.
    assert (between : - Rabs v < l < Rabs v) by (unfold Rabs in *; repeat destruct Rcase_abs; lra).
    destruct (Rlt_dec 0 v).
    + rewrite Rabs_pos_eq in between by lra. rewrite !relu_nonneg by lra. ring.
    + rewrite Rabs_left in between by lra. rewrite !relu_nonpos by lra. ring.
Qed.

Lemma circuit_near c u gates x y : length u = length gates -> reads 2 gates ->
  exists r p q, 0 < r /\ forall s t, Rabs s < r -> Rabs t < r ->
    sum_of_relus c u gates [x + s; y + t] =
      sum_of_relus c u gates [x; y] + p * s + q * t + fan (filter (through x y) (combine u gates)) s t / 2.
Proof.
  revert u. induction gates as [|g gates IH]; intros [|w u] size fit; try discriminate.
  - exists 1, 0, 0. split; [lra|]. intros s t _ _. unfold sum_of_relus, fan. simpl. field.
  - injection size as size. inversion_clear fit as [|? ? two rest].
    destruct (IH u size rest) as (r & p & q & some & near).
    destruct (gate_near g x y two) as (r' & sigma & some' & one).
    exists (Rmin r r'), (p + w * sigma * across g), (q + w * sigma * upward g). split; [now apply Rmin_glb_lt|].
    intros s t small_s small_t. pose proof (Rmin_l r r'). pose proof (Rmin_r r r').
    specialize (near s t ltac:(lra) ltac:(lra)). specialize (one s t ltac:(lra) ltac:(lra)).
    unfold sum_of_relus in *. cbn [map dot combine filter]. unfold through at 1. cbn [snd].
    rewrite one. destruct (Req_EM_T (gate_value g [x; y]) 0).
    + unfold fan in *. cbn [map fst snd]. rewrite !total_cons. unfold linear_part in *. lra.
    + unfold linear_part in *. lra.
Qed.

Lemma bend_through u gates g x y : length u = length gates -> reads 2 gates -> length (weights g) = 2%nat ->
  ~ flat g -> gate_value g [x; y] = 0 -> bend u gates g = fan_bend (filter (through x y) (combine u gates)) g.
Proof.
  intros size fit two sloped here. unfold bend, fan_bend. revert u size.
  induction gates as [|h gates IH]; intros [|w u] size; try discriminate; [reflexivity|].
  injection size as size. inversion_clear fit as [|? ? two' rest]. cbn [map dot combine filter].
  rewrite (IH rest u size). unfold through at 2. cbn [snd].
  assert (product : dot (weights g) (weights h) = inner g h).
  { rewrite (plane_gate g two), (plane_gate h two'). unfold inner. simpl. ring. }
  rewrite plane_value in here by exact two. unfold linear_part in here.
  assert (same : same_line g h = if Req_EM_T (gate_value h [x; y]) 0 then parallel g h else false).
  { unfold same_line, parallel. rewrite plane_value by exact two'. unfold linear_part.
    destruct (Req_EM_T (across g * upward h) (across h * upward g)) as [par | npar]; [|now destruct (Req_EM_T _ 0)].
    destruct (Req_EM_T (across h * x + upward h * y + bias h) 0) as [zero | other].
    - assert (bh : bias h = - (across h * x + upward h * y)) by lra.
      assert (bg : bias g = - (across g * x + upward g * y)) by lra.
      assert (E1 : across g * bias h - across h * bias g = (across h * upward g - across g * upward h) * y)
        by (rewrite bh, bg; ring).
      assert (E2 : upward g * bias h - upward h * bias g = (across g * upward h - across h * upward g) * x)
        by (rewrite bh, bg; ring).
      rewrite par in E1, E2.
      destruct (Req_EM_T (across g * bias h) (across h * bias g)) as [|no]; [|exfalso; apply no; lra].
      destruct (Req_EM_T (upward g * bias h) (upward h * bias g)) as [|no]; [reflexivity | exfalso; apply no; lra].
    - destruct (Req_EM_T (across g * bias h) (across h * bias g)) as [E1|]; [|reflexivity].
      destruct (Req_EM_T (upward g * bias h) (upward h * bias g)) as [E2|]; [|reflexivity].
      exfalso. apply sloped. split; apply Rmult_eq_reg_r with (across h * x + upward h * y + bias h); try exact other.
      + replace (across g * (across h * x + upward h * y + bias h))
          with (across h * across g * x + across g * upward h * y + across g * bias h) by ring.
        rewrite par, E1. replace (across h * across g * x + across h * upward g * y + across h * bias g)
          with (across h * (across g * x + upward g * y + bias g)) by ring. rewrite here. ring.
      + replace (upward g * (across h * x + upward h * y + bias h))
          with (across h * upward g * x + upward h * upward g * y + upward g * bias h) by ring.
        rewrite <- par, E2. replace (across g * upward h * x + upward h * upward g * y + upward h * bias g)
          with (upward h * (across g * x + upward g * y + bias g)) by ring. rewrite here. ring. }
  rewrite same, product. destruct (Req_EM_T (gate_value h [x; y]) 0).
  - cbn [map fst snd]. reflexivity.
  - ring.
Qed.

(** The kinks of a Sum-of-ReLU circuit, with a constant, are the points of the lines of those of its gates across which
    the gates of the line together change the slope. *)
Theorem section_2_b_kink_union_lines_repaired : forall (c : R) (u : list R) (gates : list gate),
  length u = length gates -> reads 2 gates ->
  forall x y : R, ~ differentiable_pt (fun x y => sum_of_relus c u gates [x; y]) x y <->
    exists g, In g gates /\ weights g <> [0; 0] /\ gate_value g [x; y] = 0 /\ bend u gates g <> 0.
Proof.
  intros c u gates size fit x y.
  assert (two : forall g, In g gates -> length (weights g) = 2%nat) by (now apply Forall_forall).
  destruct (circuit_near c u gates x y size fit) as (r & p & q & positive & near).
  set (P := filter (through x y) (combine u gates)) in *. split.
  - intros kink. apply Classical_Prop.NNPP. intros none. apply kink.
    apply (affine_differentiable _ x y p q r positive). intros s t near_s near_t.
    specialize (near (s - x) (t - y) near_s near_t). rewrite (no_bend P) in near.
    + replace (x + (s - x)) with s in near by ring. replace (y + (t - y)) with t in near by ring. lra.
    + intros [w g] I sloped. cbn [snd] in *. apply filter_In in I as [I here]. pose proof (in_combine_r _ _ _ _ I) as J.
      unfold through in here. cbn [snd] in here.
      destruct (Req_EM_T (gate_value g [x; y]) 0) as [zero|]; [|discriminate].
      apply Classical_Prop.NNPP. intros other. apply none. exists g. split; [exact J | split; [|split; [exact zero|]]].
      * intros flat_. apply sloped. unfold flat, across, upward. rewrite flat_. now split.
      * now rewrite (bend_through u gates g x y size fit (two g J) sloped zero).
  - intros (g & I & sloped & here & bent).
    assert (sloped' : ~ flat g).
    { intros [a b]. apply sloped. rewrite (plane_gate g (two g I)). now rewrite a, b. }
    rewrite (bend_through u gates g x y size fit (two g I) sloped' here) in bent. fold P in bent.
    destruct (bend_shows P g bent) as (s & t & shown).
    apply (not_differentiable _ x y s t (Rabs (fan P s t))); [now apply Rabs_pos_lt|].
    set (m := Rmax (Rabs s) (Rabs t) + 1).
    assert (sized : Rabs s < m /\ Rabs t < m).
    { unfold m. pose proof (Rmax_l (Rabs s) (Rabs t)). pose proof (Rmax_r (Rabs s) (Rabs t)). lra. }
    assert (0 < m) by (pose proof (Rabs_pos s); lra).
    exists (r / m). split; [now apply Rdiv_lt_0_compat|]. intros h [low high].
    assert (room : h * m < r).
    { apply Rmult_lt_compat_r with (r := m) in high; [|assumption].
      replace (r / m * m) with r in high by (field; lra). exact high. }
    assert (close : forall z, Rabs z < m -> Rabs (h * z) < r /\ Rabs (- (h * z)) < r).
    { intros z small. rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq h) by lra. nra. }
    pose proof (near (h * s) (h * t) (proj1 (close s (proj1 sized))) (proj1 (close t (proj2 sized)))) as up.
    pose proof (near (- (h * s)) (- (h * t)) (proj2 (close s (proj1 sized))) (proj2 (close t (proj2 sized)))) as down.
    assert (along : forall e, e = h \/ e = - h -> fan P (e * s) (e * t) = h * fan P s t).
    { intros e sign. unfold fan. clear - sign low. induction P as [|[w k] P IH]; [simpl; ring|]. cbn [map fst snd].
      rewrite !total_cons. rewrite IH.
      replace (linear_part k (e * s) (e * t)) with (e * linear_part k s t) by (unfold linear_part; ring).
      rewrite Rabs_mult. replace (Rabs e) with h; [ring|].
      destruct sign as [-> | ->]; [|rewrite Rabs_Ropp]; symmetry; apply Rabs_pos_eq; lra. }
    rewrite (along h (or_introl eq_refl)) in up.
    replace (- (h * s)) with (- h * s) in down by ring. replace (- (h * t)) with (- h * t) in down by ring.
    rewrite (along (- h) (or_intror eq_refl)) in down.
    replace (x - h * s) with (x + - h * s) by ring. replace (y - h * t) with (y + - h * t) by ring.
    rewrite up, down. right.
    match goal with |- _ = Rabs ?e => replace e with (h * fan P s t) by field end.
    rewrite Rabs_mult, (Rabs_pos_eq h) by lra. ring.
Qed.
