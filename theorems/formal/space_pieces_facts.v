(** Facts about open sets of R^n: half-spaces, connectedness of convex sets, slopes of affine functions. *)

From Coq Require Import Reals List Lra Classical.
From Marginalia.formal Require Import vectors space_pieces vectors_facts.
Import ListNotations.
Open Scope R_scope.

Lemma open_above n a c : length a = n -> open_set n (fun x => length x = n /\ c < dot a x).
Proof.
  intros La. split; [tauto|]. intros x [Lx P]. pose proof (norm_nonneg a) as Na.
  exists ((dot a x - c) / (norm a + 1)). split; [apply Rdiv_lt_0_compat; lra|].
  intros y Ly D. split; [exact Ly|].
  assert (E : dot a y = dot a x + dot a (sub y x)) by (rewrite dot_sub_r by congruence; ring).
  pose proof (cauchy_schwarz a (sub y x)) as C. pose proof (norm_nonneg (sub y x)) as Nd.
  assert (norm (sub y x) * (norm a + 1) < dot a x - c).
  { replace (dot a x - c) with ((dot a x - c) / (norm a + 1) * (norm a + 1)) by (field; lra).
    apply Rmult_lt_compat_r; lra. }
  pose proof (Rle_abs (- dot a (sub y x))) as Q. rewrite Rabs_Ropp in Q. nra.
Qed.

Lemma open_whole n : open_set n (fun x => length x = n).
Proof. split; [auto|]. intros x Hx. exists 1. split; [lra | auto]. Qed.

Lemma open_and n (A B : region) : open_set n A -> open_set n B -> open_set n (fun x => A x /\ B x).
Proof.
  intros [LA OA] [LB OB]. split; [firstorder|]. intros x [Ax Bx].
  destruct (OA x Ax) as (d & Hd & D). destruct (OB x Bx) as (e & He & E).
  exists (Rmin d e). split; [now apply Rmin_pos|]. intros y Hy N.
  pose proof (Rmin_l d e). pose proof (Rmin_r d e). split; [apply D | apply E]; auto; lra.
Qed.

Lemma open_same n (A B : region) : (forall x, A x <-> B x) -> open_set n A -> open_set n B.
Proof.
  intros E [L O]. split; [intros x Hx; apply L, E, Hx|]. intros x Hx.
  destruct (O x (proj2 (E x) Hx)) as (d & Hd & D). exists d. split; [exact Hd|]. intros y Hy N. apply E; auto.
Qed.

(** Points near a point of an open set, in the direction e, lie in it. *)
Lemma open_direction n A x e :
  open_set n A -> A x -> length e = n ->
  exists d, 0 < d /\ forall s, Rabs s < d -> A (add x (scale s e)).
Proof.
  intros [L O] Ax He. pose proof (L x Ax) as Lx. destruct (O x Ax) as (rho & Hr & B).
  pose proof (norm_nonneg e) as Ne. exists (rho / (norm e + 1)). split; [apply Rdiv_lt_0_compat; lra|].
  intros s Hs. apply B; [lengths|].
  replace (sub (add x (scale s e)) x) with (scale s e) by coordinates n.
  rewrite norm_scale. pose proof (Rabs_pos s).
  assert (Rabs s * (norm e + 1) < rho); [|nra].
  replace rho with (rho / (norm e + 1) * (norm e + 1)) by (field; lra).
  apply Rmult_lt_compat_r; lra.
Qed.

(** A convex set is connected. *)
Lemma convex_connected n (A : region) :
  (forall x y u, A x -> A y -> 0 <= u <= 1 -> A (add x (scale u (sub y x)))) -> connected n A.
Proof.
  intros C U V OU OV E D. destruct (classic (exists x, U x)) as [(x & Ux) | N]; [|left; firstorder].
  right. intros y Vy.
  assert (Lx : length x = n) by (apply OU, Ux). assert (Ly : length y = n) by (apply OV, Vy).
  set (e := sub y x). assert (Le : length e = n) by (unfold e; lengths).
  set (p := fun u => add x (scale u e)).
  assert (near : forall t W, open_set n W -> W (p t) -> exists d, 0 < d /\ forall s, Rabs (s - t) < d -> W (p s)).
  { intros t W OW Wt. destruct (open_direction n W (p t) e OW Wt Le) as (d & Hd & H). exists d. split; [exact Hd|].
    intros s Hs. replace (p s) with (add (p t) (scale (s - t) e)); [auto|]. unfold p. coordinates n. }
  assert (inside : forall t, 0 <= t <= 1 -> U (p t) \/ V (p t)).
  { intros t Ht. apply E. apply C; try apply E; auto. }
  assert (U0 : U (p 0)) by (replace (p 0) with x by (unfold p; coordinates n); exact Ux).
  assert (V1 : V (p 1)) by (replace (p 1) with y by (unfold p, e; coordinates n); exact Vy).
  set (good := fun t => 0 <= t <= 1 /\ forall s, 0 <= s <= t -> U (p s)).
  destruct (completeness good) as (T & Bound & Least).
  { exists 1. intros t [Ht _]. lra. }
  { exists 0. split; [lra|]. intros s Hs. replace s with 0 by lra. exact U0. }
  assert (T1 : T <= 1) by (apply Least; intros t [Ht _]; lra).
  assert (T0 : 0 <= T).
  { apply Bound. split; [lra|]. intros s Hs. replace s with 0 by lra. exact U0. }
  assert (below : forall s, s < T -> exists t, good t /\ s < t).
  { intros s Hs. apply NNPP. intros N. assert (T <= s); [|lra]. apply Least. intros t Gt.
    destruct (Rle_dec t s) as [|F]; [assumption|]. contradiction N. exists t. split; [exact Gt | lra]. }
  destruct (inside T (conj T0 T1)) as [UT | VT].
  - destruct (near T U OU UT) as (d & Hd & H).
    assert (upto : forall s, 0 <= s < T + d -> U (p s)).
    { intros s Hs. destruct (Rlt_dec s T) as [Ls | Gs].
      - destruct (below s Ls) as (t & [Ht Gt] & L). apply Gt. lra.
      - apply H. rewrite Rabs_right; lra. }
    destruct (Rlt_dec 1 (T + d)) as [Far | Close].
    + apply (D (p 1)). split; [apply upto; lra | exact V1].
    + assert (T + d / 2 <= T); [|lra]. apply Bound. split; [lra|]. intros s Hs. apply upto. lra.
  - destruct (near T V OV VT) as (d & Hd & H).
    destruct (below (T - d)) as (t & [Ht Gt] & L); [lra|].
    assert (t <= T) by (apply Bound; split; assumption).
    apply (D (p t)). split; [apply Gt; lra | apply H; rewrite Rabs_left1; lra].
Qed.

(** An affine function on an open set that touches a linear function from above has its slope. *)
Lemma touching_slope n (B : region) f a c v x :
  open_set n B -> B x -> length a = n -> length v = n -> (forall y, B y -> f y = dot a y + c) ->
  (forall y, B y -> dot v y <= f y) -> f x = dot v x -> a = v.
Proof.
  intros O Bx La Lv Aff Above Touch. assert (Lx : length x = n) by (apply O, Bx).
  set (e := sub v a). assert (Le : length e = n) by (unfold e; lengths).
  destruct (open_direction n B x e O Bx Le) as (d & Hd & H).
  assert (By : B (add x (scale (d / 2) e))) by (apply H; rewrite Rabs_right; lra).
  pose proof (Above _ By) as Q. rewrite (Aff _ By) in Q. rewrite (Aff _ Bx) in Touch.
  rewrite !dot_add_r, !dot_scale_r in Q by (rewrite (length_scale n); auto).
  assert (E : dot e e = dot v e - dot a e) by (unfold e at 1; apply dot_sub_l; congruence).
  assert (Z : dot e e <= 0) by nra. pose proof (dot_self_nonneg e).
  assert (F : e = origin n) by (rewrite <- Le; apply dot_self_zero; lra).
  transitivity (sub v e); [unfold e; coordinates n|]. rewrite F. coordinates n.
Qed.
