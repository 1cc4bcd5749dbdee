(** The integrals in the proof of Theorem 2.3.6 of Mukherjee 2020: how far affine functions are from one triangle of the
    wave s_q, and functions with few pieces from the whole wave, in the mean over [0, 1]. *)

From Coq Require Import Reals List Arith Lia Lra.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import sawtooth piecewise triangles.
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
  pose proof (line_integral (fun x => alpha * x + beta) u v alpha beta area order value (fun x _ => eq_refl)) as exact_area.
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

(** Among all lines, with values y1 and y2 at the ends of the base of the first triangle of s_q, the constant 1/2 is
    nearest to it in the mean: the distance is never below 1/(2 q), which is that of the constant. *)
Theorem theorem_2_3_6_best_fit_printed :
  forall (q : nat) (s : R -> R), (2 <= q)%nat -> is_wave q s ->
    (forall y1 y2, 1 / (2 * INR q) <= distance s (line_through 0 y1 (2 / INR q) y2) 0 (2 / INR q)) /\
    distance s (line_through 0 (1 / 2) (2 / INR q) (1 / 2)) 0 (2 / INR q) = 1 / (2 * INR q).
Proof.
  intros q s some wave. destruct (first_triangle q s wave some) as [shape ->].
  assert (0 < INR q) by (apply lt_0_INR; lia).
  set (h := 1 / INR q) in *. assert (0 < h) by apply shape.
  replace (1 / (2 * INR q)) with (h / 2) by (unfold h; field; lra). split.
  - intros y1 y2.
    apply (triangle_distance s 0 h _ ((y2 - y1) / (2 * h)) y1 shape).
    intros x _. unfold line_through. field. lra.
  - unfold distance. apply is_RInt_unique. replace (h / 2) with (h * closed_form (1 / 2) (1 / 2)) by (unfold closed_form; field).
    apply (crossing_distance s 0 h _ (1 / 2) (1 / 2) shape); try lra.
    intros x _. unfold line_through. field. lra.
Qed.
