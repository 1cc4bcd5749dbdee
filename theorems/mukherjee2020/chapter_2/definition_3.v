(** Definition 3 of Mukherjee 2020: piecewise linear functions are continuous; their maximal connected sets over which
    they are affine need not be finitely many, but of open ones there are at most as many as polyhedra. *)

From Coq Require Import Reals List Lia Lra Classical.
From Marginalia.formal Require Import vectors vectors_facts space_pieces space_pieces_facts blocks_facts lists_facts.
From Marginalia.formal Require Import numbers_facts.
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

(** A segment that starts in one of two such open sets ends there. *)
Lemma along_segment n U V p : length p = n -> open_set n U -> open_set n V ->
  (forall s, 0 <= s <= 1 -> U (scale s p) \/ V (scale s p)) ->
  (forall s, 0 <= s <= 1 -> ~ (U (scale s p) /\ V (scale s p))) -> U (scale 0 p) -> ~ V (scale 1 p).
Proof.
  intros Lp OU OV cover apart start finish.
  assert (lift : forall W, open_set n W -> open_set 1 (fun z => length z = 1%nat /\ W (scale (clamp 0 1 (nth 0 z 0))
    p))).
  { intros W [LW OW]. split; [tauto|]. intros z [Lz Wz]. destruct (OW _ Wz) as (rho & positive & near).
    pose proof (norm_nonneg p). exists (rho / (norm p + 1)). split; [apply Rdiv_lt_0_compat; lra|].
    intros y Ly close. split; [exact Ly|]. apply near; [now apply length_scale|].
    replace (sub (scale (clamp 0 1 (nth 0 y 0)) p) (scale (clamp 0 1 (nth 0 z 0)) p))
      with (scale (clamp 0 1 (nth 0 y 0) - clamp 0 1 (nth 0 z 0)) p) by coordinates n.
    rewrite norm_scale. destruct z as [|z0 [|]], y as [|y0 [|]]; try discriminate. cbn [nth].
    assert (size : norm (sub [y0] [z0]) = Rabs (y0 - z0)).
    { unfold norm, sub. simpl.
      replace ((y0 + -1 * z0) * (y0 + -1 * z0) + 0) with (Rsqr (y0 - z0)) by (unfold Rsqr; ring).
      apply sqrt_Rsqr_abs. }
    rewrite size in close. pose proof (clamp_close 0 1 y0 z0). pose proof (Rabs_pos (clamp 0 1 y0 - clamp 0 1 z0)).
    apply Rmult_lt_compat_r with (r := norm p + 1) in close; [|lra].
    replace (rho / (norm p + 1) * (norm p + 1)) with rho in close by (field; lra). nra. }
  assert (within : forall s, 0 <= clamp 0 1 s <= 1) by (intros s; unfold clamp, Rmax, Rmin; repeat destruct Rle_dec;
    lra).
  assert (line : connected 1 (fun z => length z = 1%nat)).
  { apply convex_connected. intros x y u Lx Ly _. now apply length_add; [|apply length_scale, length_sub]. }
  destruct (line _ _ (lift U OU) (lift V OV)) as [none | none].
  - intros z. split; [|tauto]. intros Lz. destruct (cover (clamp 0 1 (nth 0 z 0)) (within _)); tauto.
  - intros z [[_ one] [_ other]]. apply (apart (clamp 0 1 (nth 0 z 0)) (within _)). now split.
  - apply (none [0]). split; [reflexivity|]. simpl. replace (clamp 0 1 0) with 0; [exact start|].
    unfold clamp, Rmax, Rmin. repeat destruct Rle_dec; lra.
  - apply (none [1]). split; [reflexivity|]. simpl. replace (clamp 0 1 1) with 1; [exact finish|].
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

(** ** Pieces that are open *)

Lemma open_or n A B : open_set n A -> open_set n B -> open_set n (fun x => A x \/ B x).
Proof.
  intros [LA OA] [LB OB]. split; [intros x [? | ?]; auto|]. intros x [in_A | in_B].
  - destruct (OA x in_A) as (rho & positive & near). exists rho. split; [exact positive | auto].
  - destruct (OB x in_B) as (rho & positive & near). exists rho. split; [exact positive | auto].
Qed.

(** Two connected open sets with a common point make one. *)
Lemma connected_or n X Y p : open_set n X -> open_set n Y -> connected n X -> connected n Y -> X p -> Y p ->
  connected n (fun x => X x \/ Y x).
Proof.
  intros OX OY CX CY Xp Yp.
  assert (one : forall U V, open_set n U -> open_set n V -> (forall x, X x \/ Y x <-> U x \/ V x) ->
    (forall x, ~ (U x /\ V x)) -> U p -> forall x, ~ V x).
  { intros U V OU OV same apart Up.
    assert (none : forall Z, open_set n Z -> connected n Z -> (forall x, Z x -> U x \/ V x) -> Z p ->
      forall x, ~ (V x /\ Z x)).
    { intros Z OZ CZ cover Zp. destruct (CZ (fun x => U x /\ Z x) (fun x => V x /\ Z x)) as [no | no].
      - now apply open_and.
      - now apply open_and.
      - intros x. split; [intros Zx; destruct (cover x Zx); auto | intros [[_ Zx] | [_ Zx]]; exact Zx].
      - intros x [[Ux _] [Vx _]]. now apply (apart x).
      - exfalso. now apply (no p).
      - exact no. }
    intros x Vx. destruct (proj2 (same x) (or_intror Vx)) as [Xx | Yx].
    - apply (none X OX CX (fun x in_X => proj1 (same x) (or_introl in_X)) Xp x). now split.
    - apply (none Y OY CY (fun x in_Y => proj1 (same x) (or_intror in_Y)) Yp x). now split. }
  intros U V OU OV same apart. destruct (proj1 (same p) (or_introl Xp)) as [Up | Vp].
  - right. now apply (one U V).
  - left. apply (one V U); auto.
    + intros x. rewrite same. tauto.
    + intros x [Vx Ux]. now apply (apart x).
Qed.

(** A connected open set over which f is affine lies in every piece with which it has an open set in common. *)
Lemma inside_piece n f P Y D : is_piece n f P -> open_set n Y -> connected n Y -> affine_on n f Y -> open_set n D ->
  (exists x, D x) -> (forall x, D x -> P x /\ Y x) -> forall x, Y x -> P x.
Proof.
  intros (_ & OP & CP & (a & c & La & on_P) & maximal) OY CY (a' & c' & La' & on_Y) OD (p & Dp) both x Yx.
  destruct (both p Dp) as [Pp Yp].
  assert (same : a = a').
  { apply (touching_slope n D (fun y => dot a' y) a (c - c') a' p); auto.
    - intros y Dy. destruct (both y Dy) as [Py Yy].
      pose proof (on_P y Py) as one. pose proof (on_Y y Yy) as other. lra.
    - intros y _. apply Rle_refl. }
  subst a'. assert (c = c') by (pose proof (on_P p Pp); pose proof (on_Y p Yp); lra). subst c'.
  apply (maximal (fun y => P y \/ Y y)); auto.
  - now apply open_or.
  - now apply (connected_or n P Y p).
  - exists a, c. split; [exact La|]. intros y [Py | Yy]; auto.
Qed.

Definition interior (n : nat) (A : region) : region :=
  fun x => length x = n /\ exists rho, 0 < rho /\ forall y, length y = n -> norm (sub y x) < rho -> A y.

Lemma interior_inside n (A : region) x : interior n A x -> A x.
Proof.
  intros (Lx & rho & positive & near). apply near; [exact Lx|].
  rewrite (sub_self n) by exact Lx. now rewrite norm_origin.
Qed.

Lemma interior_largest n (A D : region) : open_set n D -> (forall x, D x -> A x) -> forall x, D x -> interior n A x.
Proof.
  intros [LD OD] inside x Dx. split; [now apply LD|]. destruct (OD x Dx) as (rho & positive & near).
  exists rho. split; [exact positive|]. intros y Ly close. now apply inside, near.
Qed.

Lemma interior_open n A : open_set n (interior n A).
Proof.
  split; [now intros x []|]. intros x (Lx & rho & positive & near). exists (rho / 2). split; [lra|].
  intros y Ly close. split; [exact Ly|]. exists (rho / 2). split; [lra|]. intros z Lz closer. apply near; [exact Lz|].
  replace (sub z x) with (add (sub z y) (sub y x)) by coordinates n.
  assert (sized : length (sub z y) = length (sub y x)) by (rewrite !(length_sub n) by assumption; reflexivity).
  apply Rle_lt_trans with (1 := norm_add _ _ sized). lra.
Qed.

(** That of a polyhedron is convex. *)
Lemma interior_connected n A : polyhedron n A -> connected n (interior n A).
Proof.
  intros (faces & sized & same). rewrite Forall_forall in sized. apply convex_connected.
  intros x y u (Lx & rho & positive & near) (Ly & rho' & positive' & near') inside.
  split; [now apply length_add; [|apply length_scale, length_sub]|].
  exists (Rmin rho rho'). split; [now apply Rmin_glb_lt|]. intros z Lz close.
  pose proof (Rmin_l rho rho'). pose proof (Rmin_r rho rho').
  set (d := sub z (add x (scale u (sub y x)))) in *. assert (Ld : length d = n) by (unfold d; lengths).
  assert (first : A (add x d)).
  { apply near; [now apply length_add|]. replace (sub (add x d) x) with d by coordinates n. lra. }
  assert (second : A (add y d)).
  { apply near'; [now apply length_add|]. replace (sub (add y d) y) with d by coordinates n. lra. }
  apply same in first as [_ first], second as [_ second]. rewrite Forall_forall in first, second.
  apply same. split; [exact Lz|]. apply Forall_forall. intros h I.
  specialize (first h I). specialize (second h I). specialize (sized h I).
  rewrite dot_add_r in first, second by congruence.
  assert (E : dot (fst h) d = dot (fst h) z - (dot (fst h) x + u * (dot (fst h) y - dot (fst h) x))).
  { unfold d. rewrite dot_sub_r, dot_add_r, dot_scale_r, dot_sub_r; try congruence.
    - now rewrite (length_scale n) by (now apply length_sub).
    - rewrite (length_add n); auto. now apply length_scale, length_sub. }
  rewrite E in first, second. set (hx := dot (fst h) x) in *. set (hy := dot (fst h) y) in *. nra.
Qed.

(** An open set that finitely many polyhedra cover has an open part in one of them. *)
Lemma open_part n polyhedra B : Forall (polyhedron n) polyhedra -> open_set n B -> (exists x, B x) ->
  (forall x, B x -> Exists (fun A => A x) polyhedra) ->
  exists k D, (k < length polyhedra)%nat /\ open_set n D /\ (exists x, D x) /\
    forall x, D x -> B x /\ nth k polyhedra (fun _ => False) x.
Proof.
  intros each. revert B. induction each as [|A polyhedra closed _ IH]; intros B OB some cover.
  - destruct some as [x Bx]. specialize (cover x Bx). inversion cover.
  - destruct (classic (exists x, B x /\ ~ A x)) as [(x & Bx & out) | all].
    + destruct (IH (fun x => B x /\ length x = n /\ ~ A x)) as (k & D & small & OD & some_D & inside).
      * apply (open_and n B _ OB). now apply outside_open.
      * exists x. repeat split; auto. now apply OB.
      * intros y (By & _ & out_y). specialize (cover y By). inversion cover; [contradiction | assumption].
      * exists (S k), D. simpl. split; [lia | split; [exact OD | split; [exact some_D|]]].
        intros y Dy. now destruct (inside y Dy) as [[By _] in_k].
    + exists 0%nat, B. simpl. split; [lia | split; [exact OB | split; [exact some|]]]. intros x Bx. split; [exact Bx|].
      apply NNPP. intros out. apply all. now exists x.
Qed.

(** There are at most as many maximal open connected sets over which f is affine as polyhedra that cover R^n and over
    each of which f is affine. *)
Theorem definition_3_finitely_many_pieces_repaired :
  forall (n : nat) (f : point -> R) (polyhedra : list region) (N : nat) (P : nat -> region), (1 <= n)%nat ->
    Forall (fun A => polyhedron n A /\ affine_on n f A) polyhedra ->
    (forall x, length x = n -> Exists (fun A => A x) polyhedra) ->
    (forall i, (i < N)%nat -> is_piece n f (P i)) -> (forall i j, (i < j < N)%nat -> ~ forall x, P i x <-> P j x) ->
    (N <= length polyhedra)%nat.
Proof.
  intros n f polyhedra N P _ each cover pieces distinct.
  assert (closed : Forall (polyhedron n) polyhedra) by (eapply Forall_impl; [|exact each]; now intros A []).
  destruct (finite_choice N (fun i k => (k < length polyhedra)%nat /\ exists D, open_set n D /\ (exists x, D x) /\
    forall x, D x -> P i x /\ nth k polyhedra (fun _ => False) x) 0%nat) as [q at_q].
  { intros i small. destruct (pieces i small) as (some & OP & _).
    destruct (open_part n polyhedra (P i) closed OP some) as (k & D & in_k & rest); [|now exists k; split; [|exists D]].
    intros x Px. apply cover, OP, Px. }
  apply (pigeonhole N _ q); [intros i small; now apply at_q|].
  assert (lies : forall i j, (i < N)%nat -> (j < N)%nat -> q i = q j -> forall x, P j x -> P i x).
  { intros i j in_i in_j same. destruct (at_q i in_i) as (in_q & D & OD & some_D & inside).
    destruct (at_q j in_j) as (_ & D' & OD' & some_D' & inside'). rewrite <- same in inside'.
    set (A := nth (q i) polyhedra (fun _ => False)) in *.
    rewrite Forall_forall in each. destruct (each A (nth_In _ _ in_q)) as [poly (a & c & La & line)].
    assert (core : forall x, interior n A x -> P i x).
    { apply (inside_piece n f (P i) (interior n A) D); auto.
      - apply interior_open.
      - now apply interior_connected.
      - exists a, c. split; [exact La|]. intros x in_x. now apply line, (interior_inside n).
      - intros x Dx. destruct (inside x Dx) as [Px _]. split; [exact Px|].
        apply (interior_largest n A D OD); [|exact Dx]. intros y Dy. now apply inside. }
    destruct (pieces j in_j) as (_ & OP & CP & affine_P & _).
    apply (inside_piece n f (P i) (P j) D'); auto. intros x Dx. split; [|now apply inside'].
    apply core, (interior_largest n A D' OD'); [|exact Dx]. intros y Dy. now apply inside'. }
  intros i j in_i in_j same. destruct (Nat.lt_trichotomy i j) as [less | [E | more]]; [| exact E |]; exfalso.
  - apply (distinct i j); [lia|]. intros x. split; apply lies; auto.
  - apply (distinct j i); [lia|]. intros x. split; apply lies; auto.
Qed.
