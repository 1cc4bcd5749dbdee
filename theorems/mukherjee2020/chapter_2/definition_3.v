(** Definition 3 of Mukherjee 2020: piecewise linear functions are continuous; their maximal connected sets over which
    they are affine need not be finitely many. *)

From Coq Require Import Reals List Arith Lia Lra Classical.
From Marginalia.formal Require Import vectors vectors_facts space_pieces space_pieces_facts.
Import ListNotations.
Open Scope R_scope.

(** Polyhedra are closed. *)
Lemma outside_open n A : polyhedron n A -> open_set n (fun x => length x = n /\ ~ A x).
Proof.
  intros (faces & sized & same). split; [tauto|]. intros x [Lx out].
  assert (bad : exists h, In h faces /\ snd h < dot (fst h) x).
  { apply NNPP. intros none. apply out, same. split; [exact Lx|]. apply Forall_forall. intros h I.
    apply Rnot_lt_le. intros less. apply none. now exists h. }
  destruct bad as (h & I & less). rewrite Forall_forall in sized. pose proof (sized h I) as Lh.
  pose proof (norm_nonneg (fst h)). exists ((dot (fst h) x - snd h) / (norm (fst h) + 1)).
  split; [apply Rdiv_lt_0_compat; lra|]. intros y Ly near. split; [exact Ly|].
  intros in_A. apply same in in_A as [_ in_A].
  rewrite Forall_forall in in_A. specialize (in_A h I).
  assert (E : dot (fst h) y = dot (fst h) x + dot (fst h) (sub y x)) by (rewrite dot_sub_r by congruence; ring).
  pose proof (cauchy_schwarz (fst h) (sub y x)) as bound. pose proof (norm_nonneg (sub y x)).
  apply Rmult_lt_compat_r with (r := norm (fst h) + 1) in near; [|lra].
  replace ((dot (fst h) x - snd h) / (norm (fst h) + 1) * (norm (fst h) + 1)) with (dot (fst h) x - snd h) in near
    by (field; lra).
  pose proof (Rle_abs (- dot (fst h) (sub y x))) as low. rewrite Rabs_Ropp in low. nra.
Qed.

(** If finitely many polyhedra cover R^n and f is affine on each of them, f is continuous. *)
Theorem definition_3_continuity_printed : forall (n : nat) (f : point -> R), (1 <= n)%nat -> piecewise_linear n f ->
  forall x, length x = n -> forall eps, 0 < eps -> exists delta, 0 < delta /\
    forall y, length y = n -> norm (sub y x) < delta -> Rabs (f y - f x) < eps.
Proof.
  intros n f _ (polyhedra & each & cover) x Lx eps positive.
  assert (all : exists delta, 0 < delta /\ forall y, length y = n -> norm (sub y x) < delta ->
    Exists (fun A => A y) polyhedra -> Rabs (f y - f x) < eps).
  { clear cover. induction each as [|A polyhedra [poly (a & c & La & line)] _ (delta & some & IH)].
    - exists 1. split; [lra|]. intros y _ _ none. inversion none.
    - assert (one : exists delta, 0 < delta /\ forall y, length y = n -> norm (sub y x) < delta -> A y ->
        Rabs (f y - f x) < eps).
      { destruct (classic (A x)) as [inside | outside].
        - pose proof (norm_nonneg a). exists (eps / (norm a + 1)). split; [apply Rdiv_lt_0_compat; lra|].
          intros y Ly near in_A. rewrite !line by assumption.
          replace (dot a y + c - (dot a x + c)) with (dot a (sub y x)) by (rewrite dot_sub_r by congruence; ring).
          apply Rle_lt_trans with (1 := cauchy_schwarz a (sub y x)). pose proof (norm_nonneg (sub y x)).
          apply Rmult_lt_compat_r with (r := norm a + 1) in near; [|lra].
          replace (eps / (norm a + 1) * (norm a + 1)) with eps in near by (field; lra). nra.
        - destruct (proj2 (outside_open n A poly) x (conj Lx outside)) as (rho & some' & away).
          exists rho. split; [exact some'|]. intros y Ly near in_A. destruct (away y Ly near). contradiction. }
      destruct one as (delta' & some' & one). exists (Rmin delta delta'). split; [now apply Rmin_glb_lt|].
      intros y Ly near found. pose proof (Rmin_l delta delta'). pose proof (Rmin_r delta delta').
      inversion found; [apply one | apply IH]; auto; lra. }
  destruct all as (delta & some & all). exists delta. split; [exact some|]. intros y Ly near. apply all; auto.
Qed.

(** ** Pieces as printed *)

(** The set S is connected: of two open sets that cover it and do not meet in it, one does not meet it. *)
Definition connected_set (n : nat) (S : region) : Prop :=
  forall U V, open_set n U -> open_set n V -> (forall x, S x -> U x \/ V x) -> (forall x, S x -> ~ (U x /\ V x)) ->
    (forall x, S x -> ~ U x) \/ (forall x, S x -> ~ V x).

(** S is a maximal one among the connected sets, not empty, over which f is affine. *)
Definition literal_piece (n : nat) (f : point -> R) (S : region) : Prop :=
  (exists x, S x) /\ (forall x, S x -> length x = n) /\ connected_set n S /\ affine_on n f S /\
  forall B : region, (forall x, B x -> length x = n) -> connected_set n B -> affine_on n f B ->
    (forall x, S x -> B x) -> forall x, B x -> S x.

Definition clamp (s : R) : R := Rmax 0 (Rmin s 1).

Lemma clamp_close s t : Rabs (clamp s - clamp t) <= Rabs (s - t).
Proof. unfold clamp, Rmax, Rmin, Rabs. repeat destruct Rle_dec; repeat destruct Rcase_abs; lra. Qed.

(** A segment that starts in one of two such open sets ends there. *)
Lemma along_segment n U V p : length p = n -> open_set n U -> open_set n V ->
  (forall s, 0 <= s <= 1 -> U (scale s p) \/ V (scale s p)) ->
  (forall s, 0 <= s <= 1 -> ~ (U (scale s p) /\ V (scale s p))) -> U (scale 0 p) -> ~ V (scale 1 p).
Proof.
  intros Lp OU OV cover apart start finish.
  assert (lift : forall W, open_set n W -> open_set 1 (fun z => length z = 1%nat /\ W (scale (clamp (nth 0 z 0)) p))).
  { intros W [LW OW]. split; [tauto|]. intros z [Lz Wz]. destruct (OW _ Wz) as (rho & positive & near).
    pose proof (norm_nonneg p). exists (rho / (norm p + 1)). split; [apply Rdiv_lt_0_compat; lra|].
    intros y Ly close. split; [exact Ly|]. apply near; [now apply length_scale|].
    replace (sub (scale (clamp (nth 0 y 0)) p) (scale (clamp (nth 0 z 0)) p))
      with (scale (clamp (nth 0 y 0) - clamp (nth 0 z 0)) p) by coordinates n.
    rewrite norm_scale. destruct z as [|z0 [|]], y as [|y0 [|]]; try discriminate. cbn [nth].
    assert (size : norm (sub [y0] [z0]) = Rabs (y0 - z0)).
    { unfold norm, sub. simpl.
      replace ((y0 + -1 * z0) * (y0 + -1 * z0) + 0) with (Rsqr (y0 - z0)) by (unfold Rsqr; ring).
      apply sqrt_Rsqr_abs. }
    rewrite size in close. pose proof (clamp_close y0 z0). pose proof (Rabs_pos (clamp y0 - clamp z0)).
    apply Rmult_lt_compat_r with (r := norm p + 1) in close; [|lra].
    replace (rho / (norm p + 1) * (norm p + 1)) with rho in close by (field; lra). nra. }
  assert (within : forall s, 0 <= clamp s <= 1) by (intros s; unfold clamp, Rmax, Rmin; repeat destruct Rle_dec; lra).
  assert (line : connected 1 (fun z => length z = 1%nat)).
  { apply convex_connected. intros x y u Lx Ly _. now apply length_add; [|apply length_scale, length_sub]. }
  destruct (line _ _ (lift U OU) (lift V OV)) as [none | none].
  - intros z. split; [|tauto]. intros Lz. destruct (cover (clamp (nth 0 z 0)) (within _)); tauto.
  - intros z [[_ one] [_ other]]. apply (apart (clamp (nth 0 z 0)) (within _)). now split.
  - apply (none [0]). split; [reflexivity|]. simpl. replace (clamp 0) with 0; [exact start|].
    unfold clamp, Rmax, Rmin. repeat destruct Rle_dec; lra.
  - apply (none [1]). split; [reflexivity|]. simpl. replace (clamp 1) with 1; [exact finish|].
    unfold clamp, Rmax, Rmin. repeat destruct Rle_dec; lra.
Qed.

(** A set that holds the segments from the origin to its points is connected. *)
Lemma star_connected n (S : region) : (forall x, S x -> length x = n) ->
  (forall x s, S x -> 0 <= s <= 1 -> S (scale s x)) -> connected_set n S.
Proof.
  intros sized star U V OU OV cover apart. apply NNPP. intros both. apply not_or_and in both as [some_U some_V].
  apply not_all_ex_not in some_U as [x Ux]. apply imply_to_and in Ux as [Sx Ux]. apply NNPP in Ux.
  apply not_all_ex_not in some_V as [y Vy]. apply imply_to_and in Vy as [Sy Vy]. apply NNPP in Vy.
  assert (center : scale 0 x = scale 0 y) by (rewrite !scale_zero; f_equal; rewrite !sized; auto).
  destruct (cover (scale 0 x)) as [U0 | V0]; [apply star; auto; lra | |].
  - apply (along_segment n U V y); auto; [now rewrite <- center | now rewrite scale_one].
  - apply (along_segment n V U x); auto; [| | now rewrite scale_one].
    + intros s inside. destruct (cover (scale s x)); auto.
    + intros s inside [one other]. apply (apart (scale s x)); auto.
Qed.

(** f(x, y) = |x| is affine over the connected sets |x| = t y, for every t > 0: there may be more than any number of
    such maximal sets. *)
Theorem definition_3_finitely_many_pieces_printed_refuted :
  ~ (forall (n : nat) (f : point -> R), (1 <= n)%nat -> piecewise_linear n f ->
      exists N : nat, ~ exists P : nat -> region,
        (forall i, (i <= N)%nat -> literal_piece n f (P i)) /\
        (forall i j, (i < j <= N)%nat -> ~ forall x, P i x <-> P j x)).
Proof.
  intros claimed. destruct (claimed 2%nat (fun x => Rabs (nth 0 x 0)) ltac:(lia)) as [N none].
  - exists [fun x => length x = 2%nat /\ 0 <= nth 0 x 0; fun x => length x = 2%nat /\ nth 0 x 0 <= 0]. split.
    + assert (coordinate : forall s x, length x = 2%nat -> dot [s; 0] x = s * nth 0 x 0)
        by (intros s [|a [|b [|]]] Lx; try discriminate; simpl; ring).
      repeat constructor.
      * exists [([-1; 0], 0)]. split; [repeat constructor|]. intros x. split.
        -- intros [Lx high]. split; [exact Lx|]. constructor; [|constructor]. cbn [fst snd].
           rewrite coordinate by exact Lx. lra.
        -- intros [Lx low]. apply Forall_inv in low. cbn [fst snd] in low. rewrite coordinate in low by exact Lx.
           split; [exact Lx | lra].
      * exists [1; 0], 0. split; [reflexivity|]. intros x [Lx high]. rewrite coordinate by exact Lx.
        rewrite Rabs_pos_eq by exact high. ring.
      * exists [([1; 0], 0)]. split; [repeat constructor|]. intros x. split.
        -- intros [Lx high]. split; [exact Lx|]. constructor; [|constructor]. cbn [fst snd].
           rewrite coordinate by exact Lx. lra.
        -- intros [Lx low]. apply Forall_inv in low. cbn [fst snd] in low. rewrite coordinate in low by exact Lx.
           split; [exact Lx | lra].
      * exists [-1; 0], 0. split; [reflexivity|]. intros x [Lx low]. rewrite coordinate by exact Lx.
        rewrite Rabs_left1 by exact low. ring.
    + intros x Lx. destruct (Rle_lt_dec 0 (nth 0 x 0)); [left | right; left]; split; auto; lra.
  - apply none. exists (fun i x => length x = 2%nat /\ Rabs (nth 0 x 0) = INR (S i) * nth 1 x 0). split.
    + intros i _. pose proof (lt_0_INR (S i) ltac:(lia)) as positive. set (t := INR (S i)) in *.
      split; [|split; [|split; [|split]]].
      * exists [t; 1]. split; [reflexivity|]. simpl. rewrite Rabs_pos_eq by lra. ring.
      * tauto.
      * apply star_connected; [tauto|]. intros [|a [|b [|]]] s [Lx on] inside; try discriminate. split; [reflexivity|].
        simpl in *. rewrite Rabs_mult, (Rabs_pos_eq s), on by lra. ring.
      * exists [0; t], 0. split; [reflexivity|]. intros [|a [|b [|]]] [Lx on]; try discriminate.
        simpl in *. rewrite on. ring.
      * intros B sized _ (a & c & La & line) more x Bx. split; [now apply sized|].
        destruct a as [|a1 [|a2 [|]]]; try discriminate.
        assert (B0 : B [0; 0]) by (apply more; split; [reflexivity|]; cbn [nth]; rewrite Rabs_R0; ring).
        assert (B1 : B [t; 1]) by (apply more; split; [reflexivity|]; cbn [nth]; rewrite Rabs_pos_eq by lra; ring).
        assert (B2 : B [- t; 1]) by (apply more; split; [reflexivity|]; cbn [nth]; rewrite Rabs_left by lra; ring).
        pose proof (line _ B0) as at0. pose proof (line _ B1) as right. pose proof (line _ B2) as left.
        cbn [nth dot] in at0, right, left. rewrite Rabs_R0 in at0. rewrite Rabs_pos_eq in right by lra.
        rewrite Rabs_left in left by lra. assert (c = 0) by lra. assert (flat : a1 * t = 0) by lra.
        assert (a1 = 0) by (apply Rmult_integral in flat as [? | ?]; lra). assert (a2 = t) by lra.
        specialize (line x Bx). specialize (sized x Bx). destruct x as [|x1 [|x2 [|]]]; try discriminate.
        simpl in *. subst. lra.
    + intros i j between same. destruct (same [INR (S i); 1]) as [to _]. destruct to as [_ on].
      * split; [reflexivity|]. cbn [nth]. rewrite Rabs_pos_eq by apply pos_INR. ring.
      * cbn [nth] in on. rewrite Rabs_pos_eq in on by apply pos_INR.
        assert (E : INR (S i) = INR (S j)) by lra. apply INR_eq in E. lia.
Qed.
