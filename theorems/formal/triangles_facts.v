(** Facts on the triangle wave: the distance of lines from one of its triangles, in the mean, and that of functions with
    few pieces from the whole wave. *)

From Coq Require Import Reals List Lia Lra Classical.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import sawtooth sawtooth_facts piecewise piecewise_facts triangles.
Import ListNotations.
Open Scope R_scope.

(** ** Integrals of lines *)

Lemma line_integral f u v alpha beta area :
  u <= v -> area = (v - u) * (alpha * (u + v) / 2 + beta) -> (forall x, u < x < v -> f x = alpha * x + beta) ->
  is_RInt f u v area.
Proof.
  intros order -> line.
  apply (is_RInt_ext (fun x => alpha * x + beta)).
  - intros x inside. rewrite Rmin_left, Rmax_right in inside by exact order. symmetry. now apply line.
  - replace ((v - u) * (alpha * (u + v) / 2 + beta))
      with (minus (alpha * v * v / 2 + beta * v) (alpha * u * u / 2 + beta * u))
      by (unfold minus, plus, opp; simpl; field).
    apply (is_RInt_derive (fun x => alpha * x * x / 2 + beta * x) (fun x => alpha * x + beta)).
    + intros x _. auto_derive; [exact I | field].
    + intros x _. apply (ex_derive_continuous (fun x => alpha * x + beta)). auto_derive. exact I.
Qed.

Lemma above_line f u v alpha beta area :
  u <= v -> ex_RInt f u v -> area = (v - u) * (alpha * (u + v) / 2 + beta) ->
  (forall x, u < x < v -> alpha * x + beta <= f x) -> area <= RInt f u v.
Proof.
  intros order integrable value line.
  pose proof (line_integral (fun x => alpha * x + beta) u v alpha beta area order value (fun x _ => eq_refl))
    as exact_area.
  rewrite <- (is_RInt_unique _ _ _ _ exact_area).
  apply RInt_le; [exact order | eexists; exact exact_area | exact integrable | exact line].
Qed.

Lemma join_integrals (f : R -> R) u v w area1 area2 :
  is_RInt f u v area1 -> is_RInt f v w area2 -> is_RInt f u w (area1 + area2).
Proof. apply (is_RInt_Chasles f). Qed.

Lemma split_integral (f : R -> R) u v w :
  u <= v <= w -> ex_RInt f u w -> ex_RInt f u v /\ ex_RInt f v w /\ RInt f u w = RInt f u v + RInt f v w.
Proof.
  intros order whole.
  assert (ex_RInt f u v) by (apply (ex_RInt_Chasles_1 f u v w); assumption).
  assert (ex_RInt f v w) by (apply (ex_RInt_Chasles_2 f u v w); assumption).
  split; [assumption | split; [assumption|]].
  symmetry. apply (RInt_Chasles f); assumption.
Qed.

(** ** One triangle *)

(** s is on [a, a + 2 h] a triangle of height 1. *)
Definition triangle (s : R -> R) (a h : R) : Prop :=
  0 < h /\
  (forall x, a <= x <= a + h -> s x = (x - a) / h) /\
  (forall x, a + h <= x <= a + 2 * h -> s x = (a + 2 * h - x) / h).

Lemma wave_triangle q s i :
  is_wave q s -> (2 * i + 2 <= q)%nat -> triangle s (INR (2 * i) / INR q) (1 / INR q).
Proof.
  intros wave room.
  assert (0 < INR q) by (apply lt_0_INR; lia).
  assert (0 < 1 / INR q) by (apply Rdiv_lt_0_compat; lra).
  assert (one : INR (S (2 * i)) / INR q = INR (2 * i) / INR q + 1 / INR q) by (rewrite S_INR; field; lra).
  assert (two : INR (S (S (2 * i))) / INR q = INR (2 * i) / INR q + 2 * (1 / INR q)) by (rewrite !S_INR; field; lra).
  split; [assumption | split; intros x inside].
  - rewrite (wave (2 * i)%nat x) by (lia || (rewrite one; exact inside)).
    rewrite Nat.even_mul. simpl orb. cbv iota. field. lra.
  - rewrite (wave (S (2 * i)) x) by (lia || (rewrite one, two; exact inside)).
    rewrite Nat.even_succ, Nat.odd_mul. simpl andb. cbv iota. rewrite !S_INR. field. lra.
Qed.

Lemma affine_integrable alpha beta u v : ex_RInt (fun x => Rabs (alpha * x + beta)) u v.
Proof.
  apply (ex_RInt_continuous (V := R_CompleteNormedModule)). intros x _.
  apply (continuous_comp (fun x => alpha * x + beta) Rabs); [|apply continuous_Rabs].
  apply (ex_derive_continuous (fun x => alpha * x + beta)). auto_derive. exact I.
Qed.

Lemma line_distance_integrable s g u v alpha beta gamma omega :
  u <= v -> (forall x, u < x < v -> s x = alpha * x + beta) -> (forall x, u < x < v -> g x = gamma * x + omega) ->
  ex_RInt (fun x => Rabs (s x - g x)) u v.
Proof.
  intros order line other.
  apply (ex_RInt_ext (fun x => Rabs ((alpha - gamma) * x + (beta - omega)))).
  - intros x inside. rewrite Rmin_left, Rmax_right in inside by exact order.
    rewrite line, other by exact inside. f_equal. ring.
  - apply affine_integrable.
Qed.

Lemma triangle_distance_integrable s a h g gamma omega :
  triangle s a h -> (forall x, a <= x <= a + 2 * h -> g x = gamma * x + omega) ->
  ex_RInt (fun x => Rabs (s x - g x)) a (a + 2 * h).
Proof.
  intros [positive [up down]] line.
  apply (ex_RInt_Chasles _ a (a + h)).
  - apply (line_distance_integrable s g _ _ (/ h) (- a / h) gamma omega); [lra | |].
    + intros x inside. rewrite up by lra. field. lra.
    + intros x inside. apply line. lra.
  - apply (line_distance_integrable s g _ _ (- / h) ((a + 2 * h) / h) gamma omega); [lra | |].
    + intros x inside. rewrite down by lra. field. lra.
    + intros x inside. apply line. lra.
Qed.

(** An affine function is no closer to a triangle than h/2: the triangle is above it by a signed area of h/2, counted
    positive on the middle half of the base and negative on the rest, where the parts of the line cancel. *)
Lemma triangle_distance s a h g gamma omega :
  triangle s a h -> (forall x, a <= x <= a + 2 * h -> g x = gamma * x + omega) ->
  h / 2 <= distance s g a (a + 2 * h).
Proof.
  intros shape line. pose proof (triangle_distance_integrable s a h g gamma omega shape line) as whole.
  destruct shape as [positive [up down]]. unfold distance.
  set (f := fun x => Rabs (s x - g x)) in *.
  destruct (split_integral f a (a + h / 2) (a + 2 * h) ltac:(lra) whole) as [ex1 [rest1 ->]].
  destruct (split_integral f (a + h / 2) (a + h) (a + 2 * h) ltac:(lra) rest1) as [ex2 [rest2 ->]].
  destruct (split_integral f (a + h) (a + 3 * h / 2) (a + 2 * h) ltac:(lra) rest2) as [ex3 [ex4 ->]].
  assert (low : forall x, g x - s x <= f x)
    by (intros x; unfold f; rewrite <- Rabs_Ropp; apply (Rle_trans _ (- (s x - g x))); [lra | apply Rle_abs]).
  assert (high : forall x, s x - g x <= f x) by (intros x; apply Rle_abs).
  assert (h / 2 * (gamma * (a + h / 4) + omega) - h / 8 <= RInt f a (a + h / 2)).
  { apply (above_line _ _ _ (gamma - / h) (omega + a / h)); [lra | exact ex1 | field; lra |]. intros x inside.
    apply (Rle_trans _ (g x - s x)); [|apply low]. rewrite line, up by lra. right. field. lra. }
  assert (3 * h / 8 - h / 2 * (gamma * (a + 3 * h / 4) + omega) <= RInt f (a + h / 2) (a + h)).
  { apply (above_line _ _ _ (/ h - gamma) (- a / h - omega)); [lra | exact ex2 | field; lra |]. intros x inside.
    apply (Rle_trans _ (s x - g x)); [|apply high]. rewrite line, up by lra. right. field. lra. }
  assert (3 * h / 8 - h / 2 * (gamma * (a + 5 * h / 4) + omega) <= RInt f (a + h) (a + 3 * h / 2)).
  { apply (above_line _ _ _ (- / h - gamma) ((a + 2 * h) / h - omega)); [lra | exact ex3 | field; lra |].
    intros x inside. apply (Rle_trans _ (s x - g x)); [|apply high]. rewrite line, down by lra. right. field. lra. }
  assert (h / 2 * (gamma * (a + 7 * h / 4) + omega) - h / 8 <= RInt f (a + 3 * h / 2) (a + 2 * h)).
  { apply (above_line _ _ _ (gamma + / h) (omega - (a + 2 * h) / h)); [lra | exact ex4 | field; lra |].
    intros x inside. apply (Rle_trans _ (g x - s x)); [|apply low]. rewrite line, down by lra. right. field. lra. }
  lra.
Qed.

(** Where the line crosses both sides of the triangle, its distance has a closed form. *)
Lemma crossing_distance s a h g y1 y2 :
  triangle s a h -> (forall x, a <= x <= a + 2 * h -> g x = y1 + (y2 - y1) * (x - a) / (2 * h)) ->
  2 + y1 - y2 <> 0 -> 2 - y1 + y2 <> 0 -> 0 <= y1 -> 0 <= y2 -> y1 + y2 <= 2 ->
  is_RInt (fun x => Rabs (s x - g x)) a (a + 2 * h) (h * closed_form y1 y2).
Proof.
  intros [positive [up down]] line defined1 defined2 above1 above2 below.
  set (z0 := 2 * y1 / (2 + y1 - y2)). set (z1 := 2 * (2 - y1) / (2 - y1 + y2)).
  assert (at0 : z0 * (2 + y1 - y2) = 2 * y1) by (unfold z0; field; lra).
  assert (at1 : z1 * (2 - y1 + y2) = 2 * (2 - y1)) by (unfold z1; field; lra).
  assert (0 < 2 + y1 - y2) by lra. assert (0 < 2 - y1 + y2) by lra.
  assert (0 <= z0 <= 1) by (split; nra). assert (1 <= z1 <= 2) by (split; nra).
  assert (0 <= h * z0 <= h) by (split; nra). assert (h <= h * z1 <= 2 * h) by (split; nra).
  assert (rising : forall x, a <= x <= a + h -> s x - g x = (2 + y1 - y2) / (2 * h) * (x - (a + h * z0))).
  { intros x inside. rewrite up, line by lra. unfold z0. field. lra. }
  assert (falling : forall x, a + h <= x <= a + 2 * h -> s x - g x = (2 - y1 + y2) / (2 * h) * (a + h * z1 - x)).
  { intros x inside. rewrite down, line by lra. unfold z1. field. lra. }
  assert (steep1 : 0 < (2 + y1 - y2) / (2 * h)) by (apply Rdiv_lt_0_compat; lra).
  assert (steep2 : 0 < (2 - y1 + y2) / (2 * h)) by (apply Rdiv_lt_0_compat; lra).
  set (c1 := (2 + y1 - y2) / (2 * h)) in *. set (c2 := (2 - y1 + y2) / (2 * h)) in *.
  replace (h * closed_form y1 y2) with
    (c1 * (h * z0) ^ 2 / 2 + (c1 * (h - h * z0) ^ 2 / 2 + (c2 * (h * z1 - h) ^ 2 / 2 + c2 * (2 * h - h * z1) ^ 2 / 2)))
    by (unfold c1, c2, z0, z1, closed_form; field; lra).
  apply (join_integrals _ _ (a + h * z0)); [|apply (join_integrals _ _ (a + h));
    [|apply (join_integrals _ _ (a + h * z1))]].
  - apply (line_integral _ _ _ (- c1) (c1 * (a + h * z0))); [lra | field |]. intros x inside.
    rewrite rising by lra. rewrite Rabs_left1; [ring | nra].
  - apply (line_integral _ _ _ c1 (- c1 * (a + h * z0))); [lra | field |]. intros x inside.
    rewrite rising by lra. rewrite Rabs_pos_eq; [ring | nra].
  - apply (line_integral _ _ _ (- c2) (c2 * (a + h * z1))); [lra | field |]. intros x inside.
    rewrite falling by lra. rewrite Rabs_pos_eq; [ring | nra].
  - apply (line_integral _ _ _ c2 (- c2 * (a + h * z1))); [lra | field |]. intros x inside.
    rewrite falling by lra. rewrite Rabs_left1; [ring | nra].
Qed.

(** The first triangle of a wave. *)
Lemma first_triangle q s : is_wave q s -> (2 <= q)%nat -> triangle s 0 (1 / INR q) /\ 2 / INR q = 0 + 2 * (1 / INR q).
Proof.
  intros wave some. assert (0 < INR q) by (apply lt_0_INR; lia). split; [|field; lra].
  replace 0 with (INR (2 * 0) / INR q) by (simpl; field; lra).
  apply wave_triangle; [exact wave | lia].
Qed.

Lemma lap_bounds q i x :
  (1 <= q)%nat -> INR i / INR q <= x <= INR (S i) / INR q <-> INR i <= INR q * x <= INR i + 1.
Proof.
  intros some. assert (0 < INR q) by (apply lt_0_INR; lia). rewrite S_INR.
  assert (forall y, INR q * (y / INR q) = y) as cancel by (intros; field; lra).
  split; intros [low high]; split.
  - apply (Rmult_le_compat_l (INR q)) in low; [|lra]. now rewrite cancel in low.
  - apply (Rmult_le_compat_l (INR q)) in high; [|lra]. now rewrite cancel in high.
  - apply (Rmult_le_reg_l (INR q)); [assumption|]. now rewrite cancel.
  - apply (Rmult_le_reg_l (INR q)); [assumption|]. now rewrite cancel.
Qed.

(** A wave with q laps, for every q. *)
Lemma wave_exists q : (1 <= q)%nat -> exists s, is_wave q s.
Proof.
  intros some. assert (0 < INR q) by (apply lt_0_INR; lia).
  pose (lap := fun x => Z.to_nat (Int_part (INR q * x))).
  exists (fun x => if Nat.even (lap x) then INR q * x - INR (lap x) else INR (S (lap x)) - INR q * x).
  intros i x inside between. apply lap_bounds in between as [at_least at_most]; [|exact some].
  assert (floor : forall n : nat, INR n <= INR q * x < INR n + 1 -> lap x = n).
  { intros n [below above]. unfold lap. apply Nat2Z.inj. rewrite (INR_IZR_INZ n) in below, above.
    destruct (base_Int_part (INR q * x)) as [near far].
    assert (IZR (Int_part (INR q * x)) < IZR (Z.of_nat n + 1)) as small by (rewrite plus_IZR; lra).
    assert (IZR (Z.of_nat n) < IZR (Int_part (INR q * x) + 1)) as large by (rewrite plus_IZR; lra).
    apply lt_IZR in small, large. lia. }
  destruct at_most as [at_most|at_end].
  - now rewrite (floor i).
  - rewrite (floor (S i)) by (rewrite S_INR; lra).
    rewrite Nat.even_succ, <- Nat.negb_even. destruct (Nat.even i); simpl negb; cbv iota; rewrite !S_INR; lra.
Qed.

Lemma rescaled_integral (f F : R -> R) a h u v :
  0 < h -> u <= v -> ex_RInt f (a + h * u) (a + h * v) -> (forall z, u < z < v -> f (a + h * z) = F z) ->
  RInt f (a + h * u) (a + h * v) = h * RInt F u v.
Proof.
  intros positive order [area integral] same.
  rewrite (is_RInt_unique _ _ _ _ integral).
  enough (scaled : is_RInt F u v (/ h * area)).
  { rewrite (is_RInt_unique _ _ _ _ scaled). apply (Rmult_eq_reg_l (/ h)); [|apply Rinv_neq_0_compat; lra].
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l; [reflexivity | lra]. }
  apply (is_RInt_ext (fun z => scal (/ h) (scal h (f (h * z + a))))).
  - intros z inside. rewrite Rmin_left, Rmax_right in inside by exact order. rewrite <- same by exact inside.
    rewrite (Rplus_comm a). change (/ h * (h * f (h * z + a)) = f (h * z + a)).
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l; [reflexivity | lra].
  - apply (is_RInt_scal (fun z => scal h (f (h * z + a)))), (is_RInt_comp_lin f).
    now rewrite !(Rplus_comm _ a).
Qed.

(** ** The whole wave *)

(** f is affine wherever none of some points is inside: then |f| has an integral. *)
Lemma clear_integrable cs (f : R -> R) u v :
  u <= v ->
  (forall u' v', u <= u' -> u' < v' -> v' <= v -> clear cs u' v' -> affine_between f u' v') ->
  ex_RInt (fun x => Rabs (f x)) u v.
Proof.
  intros [order | ->] lines; [|apply ex_RInt_point].
  apply (by_clear_parts (fun u v => ex_RInt (fun x => Rabs (f x)) u v) f cs); [ | | exact order | exact lines].
  - intros a c b. apply ex_RInt_Chasles.
  - intros a b less (alpha & beta & line).
    apply (ex_RInt_ext (fun x => Rabs (alpha * x + beta))); [|apply affine_integrable].
    intros x inside. rewrite Rmin_left, Rmax_right in inside by lra. now rewrite line by lra.
Qed.

Lemma wave_lap q s i : is_wave q s -> (i < q)%nat -> affine_between s (INR i / INR q) (INR (S i) / INR q).
Proof.
  intros wave inside. destruct (Nat.even i) eqn:even.
  - exists (INR q), (- INR i). intros x between. rewrite (wave i x inside between), even. ring.
  - exists (- INR q), (INR (S i)). intros x between. rewrite (wave i x inside between), even. ring.
Qed.

(** The distance of a wave from a piecewise linear function is an integral that exists. *)
Lemma wave_distance_integrable q s g cs n :
  (1 <= q)%nat -> is_wave q s -> affine_off g cs -> (n <= q)%nat ->
  ex_RInt (fun x => Rabs (s x - g x)) 0 (INR n / INR q).
Proof.
  intros some wave off. assert (0 < INR q) by (apply lt_0_INR; lia).
  induction n as [|n IH]; intros inside.
  - simpl INR. replace (0 / INR q) with 0 by (field; lra). apply ex_RInt_point.
  - apply (ex_RInt_Chasles _ 0 (INR n / INR q)); [apply IH; lia|].
    assert (INR n / INR q <= INR (S n) / INR q)
      by (rewrite S_INR; apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat | lra]).
    apply (clear_integrable cs (fun x => s x - g x)); [assumption|].
    intros u v low order high free.
    destruct (wave_lap q s n wave ltac:(lia)) as [alpha [beta line]], (off u v order free) as [gamma [omega other]].
    exists (alpha - gamma), (beta - omega). intros x between. rewrite line, other by lra. ring.
Qed.

(** How many of some points lie before v. *)
Definition points_before (cs : list R) (v : R) : nat :=
  length (filter (fun c => if Rlt_dec c v then true else false) cs).

Lemma points_before_rise cs u v : u <= v -> (points_before cs u <= points_before cs v)%nat.
Proof.
  intros order. induction cs as [|c cs IH]; unfold points_before in *; simpl; [lia|].
  destruct (Rlt_dec c u), (Rlt_dec c v); simpl; lia || lra.
Qed.

Lemma points_before_more cs u v : u < v -> ~ clear cs u v -> (S (points_before cs u) <= points_before cs v)%nat.
Proof.
  intros order hit. induction cs as [|c cs IH]; [exfalso; apply hit; intros c []|].
  pose proof (points_before_rise cs u v (Rlt_le _ _ order)) as rise. unfold points_before in *. simpl.
  destruct (Rlt_dec c u), (Rlt_dec c v); simpl; try lra; try lia.
  - apply le_n_S, IH. intros free. apply hit. intros d [<-|found]; [lra | now apply free].
  - apply IH. intros free. apply hit. intros d [<-|found]; [lra | now apply free].
Qed.

(** Each point is inside at most one triangle; the others, on which g is affine, are as far from g as above. *)
Lemma affine_triangles q s g cs n :
  (1 <= q)%nat -> is_wave q s -> affine_off g cs -> (2 * n <= q)%nat ->
  exists chosen,
    NoDup chosen /\
    (forall i, In i chosen -> (i < n)%nat /\ affine_between g (INR (2 * i) / INR q) (INR (2 * i + 2) / INR q)) /\
    (n <= length chosen + points_before cs (INR (2 * n) / INR q))%nat /\
    INR (length chosen) * (1 / (2 * INR q)) <= distance s g 0 (INR (2 * n) / INR q).
Proof.
  intros some wave off. assert (positive : 0 < INR q) by (apply lt_0_INR; lia).
  induction n as [|n IH]; intros room.
  - exists []. split; [constructor | split; [intros i [] | split; [simpl; lia|]]]. unfold distance.
    simpl INR. replace (0 / INR q) with 0 by (field; lra). rewrite RInt_point. right. unfold zero. simpl. ring.
  - destruct (IH ltac:(lia)) as [chosen [distinct [lines [many far]]]]. clear IH.
    pose proof (wave_triangle q s n wave ltac:(lia)) as shape.
    pose proof (wave_distance_integrable q s g cs (2 * S n) some wave off room) as whole.
    assert (0 < 1 / INR q) by apply shape.
    assert (0 <= INR (2 * n) / INR q)
      by (apply Rmult_le_pos; [apply pos_INR | left; now apply Rinv_0_lt_compat]).
    replace (2 * S n)%nat with (2 * n + 2)%nat in * by lia.
    assert (end_ : INR (2 * n + 2) / INR q = INR (2 * n) / INR q + 2 * (1 / INR q))
      by (rewrite plus_INR; simpl (INR 2); field; lra).
    set (u := INR (2 * n) / INR q) in *. set (v := INR (2 * n + 2) / INR q) in *. assert (u < v) by lra.
    destruct (split_integral (fun x => Rabs (s x - g x)) 0 u v ltac:(lra) whole) as [_ [last sum]].
    destruct (classic (clear cs u v)) as [free|hit].
    + pose proof (off u v ltac:(lra) free) as affine. exists (n :: chosen). split; [|split; [|split]].
      * constructor; [|exact distinct]. intros found. destruct (lines n found). lia.
      * intros i [<-|found]; [split; [lia | exact affine]|]. destruct (lines i found). split; [lia | assumption].
      * pose proof (points_before_rise cs u v ltac:(lra)). simpl. lia.
      * destruct affine as [gamma [omega line]]. fold v in line. rewrite end_ in line.
        pose proof (triangle_distance s _ _ g gamma omega shape line) as here. rewrite <- end_ in here.
        replace (1 / INR q / 2) with (1 / (2 * INR q)) in here by (field; lra).
        unfold distance in *. rewrite sum. cbn [length]. rewrite S_INR. lra.
    + exists chosen. split; [exact distinct | split; [|split]].
      * intros i found. destruct (lines i found). split; [lia | assumption].
      * pose proof (points_before_more cs u v ltac:(lra) hit). lia.
      * unfold distance in *. rewrite sum.
        enough (0 <= RInt (fun x => Rabs (s x - g x)) u v) by lra.
        apply RInt_ge_0; [lra | exact last | intros; apply Rabs_pos].
Qed.

Lemma few_points g p : has_at_most_pieces g p -> (1 <= p)%nat /\ exists cs, (length cs <= p - 1)%nat /\ affine_off g cs.
Proof.
  intros [n [few pieces]]. destruct (pieces_affine_off g n pieces) as [cs [count off]].
  destruct pieces as [some _]. split; [lia|]. exists cs. split; [lia | exact off].
Qed.

Lemma points_before_bounded cs v : (points_before cs v <= length cs)%nat.
Proof.
  unfold points_before. induction cs as [|c cs IH]; simpl; [lia|]. destruct (Rlt_dec c v); simpl; lia.
Qed.

(** ** Waves of sawtooths *)

Lemma level_even_odd i : level i = if Nat.even i then 0 else 1.
Proof.
  destruct (Nat.even i) eqn:even.
  - apply level_even. now apply Nat.even_spec.
  - apply level_odd, Nat.odd_spec. now rewrite <- Nat.negb_even, even.
Qed.

(** A sawtooth with nodes i/w is a wave with w laps. *)
Lemma sawtooth_wave w a h :
  (1 <= w)%nat -> in_simplex 1 (w - 1) a -> (forall i, (1 <= i <= w - 1)%nat -> a i = INR i / INR w) ->
  is_sawtooth 1 (w - 1) a h -> is_wave w h.
Proof.
  intros some simplex equal saw i x inside between. assert (0 < INR w) by (apply lt_0_INR; lia).
  assert (nodes : forall j, (j <= w)%nat -> a j = INR j / INR w).
  { destruct simplex as [first [last _]]. replace (S (w - 1)) with w in last by lia. intros j small.
    destruct (Nat.eq_dec j 0) as [->|]; [rewrite first; simpl; field; lra|].
    destruct (Nat.eq_dec j w) as [->|]; [rewrite last; field; lra | apply equal; lia]. }
  pose proof saw as [_ [_ [_ [lines _]]]].
  rewrite (lines i x) by (try lia; rewrite !nodes by lia; exact between).
  rewrite !(sawtooth_value _ _ _ _ simplex saw) by lia. rewrite !nodes by lia.
  rewrite level_S, level_even_odd. unfold line_through. rewrite !S_INR.
  destruct (Nat.even i); field; lra.
Qed.

(** A wave after a wave: each lap of the inner one passes all laps of the outer one. *)
Lemma wave_after_wave q w s h : (1 <= w)%nat -> is_wave q s -> is_wave w h -> is_wave (q * w) (fun x => h (s x)).
Proof.
  intros some inner outer i x inside between.
  assert (positive : 0 < INR w) by (apply lt_0_INR; lia).
  assert (pos_q : 0 < INR q) by (apply lt_0_INR; nia).
  apply lap_bounds in between; [|nia].
  pose proof (Nat.div_mod i w ltac:(lia)) as parts. pose proof (Nat.mod_upper_bound i w ltac:(lia)) as small.
  set (n := (i / w)%nat) in *. set (r := (i mod w)%nat) in *. clearbody n r. subst i. assert (n < q)%nat by nia.
  assert (below : INR r + 1 <= INR w) by (rewrite <- S_INR; apply le_INR; lia).
  pose proof (pos_INR r). rewrite S_INR, plus_INR, !mult_INR in *.
  rewrite (inner n x) by (assumption || (apply lap_bounds; [lia | split; apply (Rmult_le_reg_l (INR w)); lra])).
  rewrite Nat.even_add, Nat.even_mul. destruct (Nat.even n) eqn:even_n.
  - rewrite (outer r) by (assumption || (apply lap_bounds; [lia | split; lra])).
    rewrite Bool.orb_true_r. destruct (Nat.even r); simpl Bool.eqb; cbv iota; rewrite ?S_INR; ring.
  - assert (INR (w - 1 - r) = INR w - 1 - INR r) as turned by (rewrite !minus_INR by lia; simpl; ring).
    rewrite S_INR, (outer (w - 1 - r)%nat) by (lia || (apply lap_bounds; [lia | rewrite turned; split; lra])).
    assert (Nat.even (w - 1 - r) = negb (Bool.eqb (Nat.even w) (Nat.even r))) as ->.
    { replace (Nat.even w) with (Nat.even (S (w - 1 - r) + r)) by (f_equal; lia).
      rewrite Nat.even_add, Nat.even_succ, <- Nat.negb_even.
      now destruct (Nat.even (w - 1 - r)), (Nat.even r). }
    rewrite Bool.orb_false_r.
    destruct (Bool.eqb (Nat.even w) (Nat.even r)); simpl negb; cbv iota; rewrite ?S_INR, turned; ring.
Qed.

(** The composition of k sawtooths with nodes i/w is a wave with w^k laps. *)
Lemma composition_wave w k a h :
  (1 <= w)%nat ->
  (forall j, (1 <= j <= k)%nat ->
    in_simplex 1 (w - 1) (a j) /\ (forall i, (1 <= i <= w - 1)%nat -> a j i = INR i / INR w) /\
    is_sawtooth 1 (w - 1) (a j) (h j)) ->
  is_wave (w ^ k) (composition h k).
Proof.
  intros some given. induction k as [|k IH].
  - intros i x inside between. simpl in inside. replace i with 0%nat in * by lia. simpl. ring.
  - simpl composition. rewrite Nat.pow_succ_r', Nat.mul_comm.
    apply wave_after_wave; [exact some | apply IH; intros; apply given; lia |].
    destruct (given (S k) ltac:(lia)) as [simplex [equal saw]].
    exact (sawtooth_wave w (a (S k)) _ some simplex equal saw).
Qed.

(** On [0, 1] a wave lies between 0 and 1. *)
Lemma wave_within q s x : (1 <= q)%nat -> is_wave q s -> 0 <= x <= 1 -> 0 <= s x <= 1.
Proof.
  intros some wave inside. assert (0 < INR q) by (apply lt_0_INR; lia).
  assert (found : forall n, (1 <= n <= q)%nat -> x <= INR n / INR q ->
    exists i, (i < q)%nat /\ INR i / INR q <= x <= INR (S i) / INR q).
  { induction n as [|n IH]; [lia|]. intros place below.
    destruct (Rle_dec (INR n / INR q) x) as [above|before]; [exists n; split; [lia | lra]|].
    destruct n as [|n]; [exfalso; apply before; simpl; unfold Rdiv; rewrite Rmult_0_l; lra|].
    apply IH; [lia | lra]. }
  destruct (found q ltac:(lia)) as [i [lap between]]; [unfold Rdiv; rewrite Rinv_r; lra|].
  rewrite (wave i x lap between). apply lap_bounds in between; [|exact some].
  rewrite S_INR. destruct (Nat.even i); lra.
Qed.
