(** Indicators of boxes are limits of piecewise linear functions in L^q, and so are all functions of L^q. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts null_sets space_pieces integrals.
From Marginalia.formal Require Import lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Piecewise linear functions *)

Lemma polyhedron_and n (A B : region) : polyhedron n A -> polyhedron n B -> polyhedron n (fun x => A x /\ B x).
Proof.
  intros (fa & La & Ha) (fb & Lb & Hb). exists (fa ++ fb). split; [now apply Forall_app|].
  intros x. rewrite Forall_app, Ha, Hb. tauto.
Qed.

Lemma polyhedron_half n a c : length a = n -> polyhedron n (fun x => length x = n /\ dot a x <= c).
Proof.
  intros L. exists [(a, c)]. split; [now repeat constructor|]. intros x. split.
  - intros [Lx H]. split; [exact Lx|]. now constructor.
  - intros [Lx H]. apply Forall_inv in H. auto.
Qed.

Lemma piecewise_linear_affine n a c : length a = n -> piecewise_linear n (fun x => dot a x + c).
Proof.
  intros L. exists [fun x => length x = n /\ dot (origin n) x <= 0]. split.
  - constructor; [|constructor]. split; [apply polyhedron_half, length_origin|]. exists a, c. auto.
  - intros x Lx. constructor. rewrite dot_origin_l. split; [exact Lx|lra].
Qed.

Lemma piecewise_linear_combination n c f g : piecewise_linear n f -> piecewise_linear n g ->
  piecewise_linear n (fun x => c * f x + g x).
Proof.
  intros (P & HP & coverP) (Q & HQ & coverQ).
  exists (flat_map (fun A => map (fun B => fun x => A x /\ B x) Q) P). rewrite Forall_forall in HP, HQ. split.
  - apply Forall_forall. intros C I. apply in_flat_map in I as (A & IA & I). apply in_map_iff in I as (B & <- & IB).
    destruct (HP A IA) as (PA & a & p & La & Ha). destruct (HQ B IB) as (PB & b & r & Lb & Hb).
    split; [now apply polyhedron_and|]. exists (add (scale c a) b), (c * p + r). split; [lengths|].
    intros x [Ax Bx]. rewrite dot_add_l, dot_scale_l by (rewrite (length_scale n); auto).
    rewrite (Ha x Ax), (Hb x Bx). ring.
  - intros x Lx. specialize (coverP x Lx). specialize (coverQ x Lx). apply Exists_exists in coverP as (A & IA & Ax).
    apply Exists_exists in coverQ as (B & IB & Bx). apply Exists_exists. exists (fun x => A x /\ B x).
    split; [|auto]. apply in_flat_map. exists A. split; [exact IA|]. apply in_map_iff. now exists B.
Qed.

Lemma piecewise_linear_relu n f : piecewise_linear n f -> piecewise_linear n (fun x => relu (f x)).
Proof.
  intros (P & HP & cover).
  assert (K : forall A, In A P -> exists B C, (polyhedron n B /\ affine_on n (fun x => relu (f x)) B) /\
    (polyhedron n C /\ affine_on n (fun x => relu (f x)) C) /\ forall x, A x -> B x \/ C x).
  { intros A I. rewrite Forall_forall in HP. destruct (HP A I) as (PA & a & c & La & Ha).
    exists (fun x => A x /\ length x = n /\ dot a x <= - c).
    exists (fun x => A x /\ length x = n /\ dot (scale (-1) a) x <= c).
    assert (L' : length (scale (-1) a) = n) by now apply length_scale.
    split; [|split].
    - split; [now apply polyhedron_and; [|apply polyhedron_half]|]. exists (origin n), 0. split; [apply length_origin|].
      intros x (Ax & _ & H). rewrite (Ha x Ax), dot_origin_l, relu_nonpos by lra. ring.
    - split; [now apply polyhedron_and; [|apply polyhedron_half]|]. exists a, c. split; [exact La|].
      intros x (Ax & _ & H). rewrite dot_scale_l in H. rewrite (Ha x Ax), relu_nonneg by lra. ring.
    - intros x Ax. assert (Lx : length x = n) by (destruct PA as (faces & _ & K); now apply K).
      rewrite dot_scale_l. destruct (Rle_dec (dot a x) (- c)); [left|right]; repeat split; auto; lra. }
  clear HP. revert cover K. generalize P as Q. intros Q cover K.
  assert (M : exists R, Forall (fun A => polyhedron n A /\ affine_on n (fun x => relu (f x)) A) R /\
    forall x, Exists (fun A => A x) Q -> Exists (fun A => A x) R).
  { clear cover. induction Q as [|A Q IH]; [exists []; auto|].
    destruct IH as (R & HR & cover); [intros; apply K; now right|].
    destruct (K A (or_introl eq_refl)) as (B & C & HB & HC & split). exists (B :: C :: R).
    split; [now constructor; [|constructor]|]. intros x H. inversion H as [? ? Ax|? ? Qx]; subst.
    - destruct (split x Ax); [now constructor|now constructor 2; constructor].
    - constructor 2. constructor 2. now apply cover. }
  destruct M as (R & HR & more). exists R. split; [exact HR|]. intros x Lx. apply more, cover, Lx.
Qed.

Lemma piecewise_linear_same n (f g : point -> R) : (forall x, length x = n -> f x = g x) ->
  piecewise_linear n f -> piecewise_linear n g.
Proof.
  intros H (P & HP & cover). exists P. split; [|exact cover]. eapply Forall_impl; [|exact HP].
  intros A (PA & a & c & La & Ha). split; [exact PA|]. exists a, c. split; [exact La|]. intros x Ax.
  rewrite <- H; [now apply Ha|]. destruct PA as (faces & _ & K). now apply K.
Qed.

(** ** Bumps *)

(** How far x is from the box that is delta smaller on all sides: the sum over the coordinates. *)
Fixpoint excess (delta : R) (low high x : point) : R :=
  match low, high, x with
  | a :: low', c :: high', t :: x' => relu (a + delta - t) + relu (t - (c - delta)) + excess delta low' high' x'
  | _, _, _ => 0
  end.

Definition bump (delta : R) (low high x : point) : R := relu (1 - / delta * excess delta low high x).

Lemma piecewise_linear_excess delta low high n (before : nat) : length low = n -> length high = n ->
  piecewise_linear (before + n) (fun x => excess delta low high (skipn before x)).
Proof.
  revert low high before. induction n as [|n IH]; intros [|a low] [|c high] before Ll Lh; try discriminate.
  - eapply piecewise_linear_same; [|apply (piecewise_linear_affine _ (origin (before + 0)) 0), length_origin].
    intros x _. cbv beta. rewrite dot_origin_l. simpl. ring.
  - injection Ll as Ll. injection Lh as Lh. replace (before + S n)%nat with (S before + n)%nat by lia.
    set (m := (S before + n)%nat). set (e := origin before ++ 1 :: origin n).
    assert (Le : length e = m) by (unfold e, m; rewrite app_length; simpl; rewrite !length_origin; lia).
    assert (E : forall x, length x = m ->
      exists t x', skipn before x = t :: x' /\ skipn (S before) x = x' /\ dot e x = t).
    { intros x Lx. rewrite <- (firstn_skipn before x) in *.
      assert (Lf : length (firstn before x) = before).
      { rewrite firstn_length, Nat.min_l; [reflexivity|]. rewrite firstn_skipn in Lx. unfold m in Lx. lia. }
      remember (firstn before x) as u. remember (skipn before x) as v.
      rewrite app_length, Lf in Lx. destruct v as [|t x']; [simpl in Lx; unfold m in Lx; lia|]. exists t, x'.
      assert (S1 : skipn before (u ++ t :: x') = t :: x')
        by (rewrite <- Lf, skipn_app, skipn_all, Nat.sub_diag; reflexivity).
      split; [exact S1|]. split.
      - rewrite skipn_app, skipn_all2 by lia. now replace (S before - length u)%nat with 1%nat by lia.
      - unfold e. rewrite dot_app by (rewrite length_origin; congruence). simpl. rewrite !dot_origin_l. ring. }
    specialize (IH low high (S before) Ll Lh). fold m in IH.
    pose proof (piecewise_linear_relu m _ (piecewise_linear_affine m (scale (-1) e) (a + delta)
      ltac:(now apply length_scale))) as P1.
    pose proof (piecewise_linear_relu m _ (piecewise_linear_affine m e (- (c - delta)) Le)) as P2.
    pose proof (piecewise_linear_combination m 1 _ _ P1 (piecewise_linear_combination m 1 _ _ P2 IH)) as P.
    eapply piecewise_linear_same; [|exact P]. intros x Lx. destruct (E x Lx) as (t & x' & S1 & S2 & D).
    cbv beta. rewrite S1, S2, dot_scale_l, D. simpl.
    replace (-1 * t + (a + delta)) with (a + delta - t) by ring.
    replace (t + - (c - delta)) with (t - (c - delta)) by ring. ring.
Qed.

Lemma piecewise_linear_bump delta low high n : length low = n -> length high = n ->
  piecewise_linear n (bump delta low high).
Proof.
  intros Ll Lh. pose proof (piecewise_linear_excess delta low high n 0 Ll Lh) as P. simpl in P.
  pose proof (piecewise_linear_affine n (origin n) 1 (length_origin n)) as one.
  pose proof (piecewise_linear_relu n _ (piecewise_linear_combination n (- / delta) _ _ P one)) as H.
  eapply piecewise_linear_same; [|exact H]. intros x _. cbv beta. rewrite dot_origin_l. unfold bump. f_equal. ring.
Qed.

(** ** Bumps and indicators differ on thin slabs alone *)

Lemma box_indicator_values low high x : box_indicator low high x = 0 \/ box_indicator low high x = 1.
Proof.
  revert high x. induction low as [|a low IH]; intros [|c high] [|t x]; simpl; auto.
  destruct (Rle_dec a t); auto. destruct (Rle_dec t c); auto.
Qed.

Lemma relu_positive t : 0 <= relu t.
Proof. apply Rmax_l. Qed.

Lemma relu_above t : t <= relu t.
Proof. apply Rmax_r. Qed.

Lemma excess_positive delta low high x : 0 <= excess delta low high x.
Proof.
  revert high x. induction low as [|a low IH]; intros [|c high] [|t x]; simpl; try lra.
  specialize (IH high x). pose proof (relu_positive (a + delta - t)). pose proof (relu_positive (t - (c - delta))). lra.
Qed.

Lemma excess_outside delta low high x : box_indicator low high x = 0 -> delta <= excess delta low high x.
Proof.
  revert high x. induction low as [|a low IH]; intros [|c high] [|t x]; simpl; try lra.
  pose proof (relu_positive (a + delta - t)). pose proof (relu_positive (t - (c - delta))).
  pose proof (relu_above (a + delta - t)). pose proof (relu_above (t - (c - delta))).
  pose proof (excess_positive delta low high x).
  destruct (Rle_dec a t); [destruct (Rle_dec t c)|]; intros K; [specialize (IH high x K)| |]; lra.
Qed.

(** The slabs of thickness delta along the faces of a box. *)
Fixpoint slabs (delta : R) (low high : point) : list (point * point) :=
  match low, high with
  | a :: low', c :: high' =>
      (a :: low', a + delta :: high') :: (c - delta :: low', c :: high') ::
        map (fun b => (a :: fst b, c :: snd b)) (slabs delta low' high')
  | _, _ => []
  end.

Definition weighed (c : R) (b : point * point) : weighted_box := (c, b).

Lemma slabs_boxes delta n low high c : 0 <= delta -> length low = n -> Forall2 Rle low high ->
  Forall (is_box n) (map (weighed c) (slabs delta low high)).
Proof.
  intros D L B. revert n L. induction B as [|a e low high Le B IH]; intros n L; simpl; [constructor|].
  destruct n as [|n]; [discriminate|]. injection L as L. constructor; [|constructor].
  - split; simpl; [congruence|]. constructor; [lra|exact B].
  - split; simpl; [congruence|]. constructor; [lra|exact B].
  - specialize (IH n L). rewrite Forall_map in *. apply Forall_map. eapply Forall_impl; [|exact IH].
    intros b [Lb Bb]. split; [exact (f_equal S Lb)|]. now constructor.
Qed.

Lemma step_value_cons b boxes x :
  step_value (b :: boxes) x = fst b * box_indicator (fst (snd b)) (snd (snd b)) x + step_value boxes x.
Proof. reflexivity. Qed.

Lemma step_integral_cons b boxes :
  step_integral (b :: boxes) = fst b * volume (fst (snd b)) (snd (snd b)) + step_integral boxes.
Proof. reflexivity. Qed.

Lemma step_value_positive boxes x : Forall (fun b => 0 <= fst b) boxes -> 0 <= step_value boxes x.
Proof.
  induction 1 as [|b boxes H _ IH]; [unfold step_value; simpl; lra|]. rewrite step_value_cons.
  destruct (box_indicator_values (fst (snd b)) (snd (snd b)) x) as [-> | ->]; lra.
Qed.

Lemma weighed_positive c bs : 0 <= c -> Forall (fun b => 0 <= fst b) (map (weighed c) bs).
Proof. intros H. apply Forall_map, Forall_forall. auto. Qed.

Lemma step_value_app u v x : step_value (u ++ v) x = step_value u x + step_value v x.
Proof.
  induction u as [|b u IH]; [unfold step_value at 2; simpl; ring|]. simpl app. rewrite !step_value_cons, IH. ring.
Qed.

Lemma step_integral_app u v : step_integral (u ++ v) = step_integral u + step_integral v.
Proof.
  induction u as [|b u IH]; [unfold step_integral at 2; simpl; ring|]. simpl app. rewrite !step_integral_cons, IH. ring.
Qed.

Lemma step_value_weighed c bs x : step_value (map (weighed c) bs) x = c * step_value (map (weighed 1) bs) x.
Proof.
  induction bs as [|b bs IH]; [unfold step_value; simpl; ring|]. cbn [map]. rewrite !step_value_cons, IH. simpl. ring.
Qed.

Lemma step_integral_weighed c bs : step_integral (map (weighed c) bs) = c * step_integral (map (weighed 1) bs).
Proof.
  induction bs as [|b bs IH]; [unfold step_integral; simpl; ring|]. cbn [map]. rewrite !step_integral_cons, IH.
  simpl. ring.
Qed.

Lemma in_slabs delta low high x : box_indicator low high x = 1 -> 0 < excess delta low high x ->
  1 <= step_value (map (weighed 1) (slabs delta low high)) x.
Proof.
  revert high x. induction low as [|a low IH]; intros [|c high] [|t x]; simpl; try lra.
  destruct (Rle_dec a t) as [A|A]; [|lra]. destruct (Rle_dec t c) as [C|C]; [|lra]. intros inside H.
  rewrite !step_value_cons. cbn [weighed fst snd box_indicator].
  assert (more : step_value (map (weighed 1) (map (fun b => (a :: fst b, c :: snd b)) (slabs delta low high))) (t :: x)
    = step_value (map (weighed 1) (slabs delta low high)) x).
  { induction (slabs delta low high) as [|b bs IHb]; [reflexivity|]. cbn [map]. rewrite !step_value_cons, IHb.
    cbn [weighed fst snd box_indicator]. destruct (Rle_dec a t); [|lra]. destruct (Rle_dec t c); [|lra]. reflexivity. }
  rewrite more, inside. clear more.
  pose proof (step_value_positive (map (weighed 1) (slabs delta low high)) x (weighed_positive 1 _ Rle_0_1)) as P.
  destruct (Rlt_dec 0 (excess delta low high x)) as [E|E].
  - specialize (IH high x inside E). repeat destruct Rle_dec; lra.
  - pose proof (excess_positive delta low high x).
    destruct (Rle_dec (a + delta - t) 0) as [N|N].
    + rewrite (relu_nonpos (a + delta - t)) in H by exact N.
      destruct (Rle_dec (t - (c - delta)) 0) as [N'|N']; [rewrite relu_nonpos in H by exact N'; lra|].
      repeat destruct Rle_dec; lra.
    + repeat destruct Rle_dec; lra.
Qed.

Lemma volume_positive low high : Forall2 Rle low high -> 0 <= volume low high.
Proof. induction 1 as [|a c low high L _ IH]; simpl; [lra|]. apply Rmult_le_pos; lra. Qed.

Lemma slabs_integral low high : Forall2 Rle low high -> exists K, 0 <= K /\
  forall delta, step_integral (map (weighed 1) (slabs delta low high)) = delta * K.
Proof.
  induction 1 as [|a c low high L B (K & pos & H)].
  - exists 0. split; [lra|]. intros delta. unfold step_integral. simpl. ring.
  - pose proof (volume_positive low high B) as V. exists (2 * volume low high + (c - a) * K).
    split; [assert (0 <= (c - a) * K) by (apply Rmult_le_pos; lra); lra|]. intros delta. specialize (H delta).
    cbn [slabs map]. rewrite !step_integral_cons. cbn [weighed fst snd volume].
    assert (E : step_integral (map (weighed 1) (map (fun b => (a :: fst b, c :: snd b)) (slabs delta low high))) =
      (c - a) * step_integral (map (weighed 1) (slabs delta low high))).
    { clear H. induction (slabs delta low high) as [|b bs IH]; [unfold step_integral; simpl; ring|]. cbn [map].
      rewrite !step_integral_cons, IH. cbn [weighed fst snd volume]. unfold point in *. ring. }
    rewrite E, H. ring.
Qed.

Lemma bump_differs delta low high x : 0 < delta ->
  Rabs (box_indicator low high x - bump delta low high x) <= 1 /\
  (box_indicator low high x - bump delta low high x <> 0 ->
   1 <= step_value (map (weighed 1) (slabs delta low high)) x).
Proof.
  intros D. pose proof (excess_positive delta low high x) as P. pose proof (Rinv_0_lt_compat delta D) as I. unfold bump.
  destruct (box_indicator_values low high x) as [E|E]; rewrite E.
  - pose proof (excess_outside delta low high x E) as O.
    assert (1 <= / delta * excess delta low high x).
    { rewrite <- (Rinv_l delta) by lra. apply Rmult_le_compat_l; lra. }
    rewrite relu_nonpos, Rminus_0_r, Rabs_R0 by lra. split; [lra|]. intros N. now destruct N.
  - assert (Q : 0 <= / delta * excess delta low high x) by (apply Rmult_le_pos; lra).
    pose proof (relu_positive (1 - / delta * excess delta low high x)).
    assert (relu (1 - / delta * excess delta low high x) <= 1) by (apply Rmax_lub; lra).
    split; [apply Rabs_le; lra|]. intros N. apply in_slabs; [exact E|].
    destruct P as [P|P]; [exact P|]. exfalso. apply N. rewrite <- P, Rmult_0_r, Rminus_0_r, relu_nonneg by lra. ring.
Qed.

(** ** Step functions and their bumps *)

Definition bumps (delta : R) (boxes : list weighted_box) (x : point) : R :=
  total (map (fun b => fst b * bump delta (fst (snd b)) (snd (snd b)) x) boxes).

Definition all_slabs (delta : R) (boxes : list weighted_box) : list (point * point) :=
  flat_map (fun b => slabs delta (fst (snd b)) (snd (snd b))) boxes.

Lemma box_lengths n b : is_box n b -> length (fst (snd b)) = n /\ length (snd (snd b)) = n.
Proof.
  intros [L B]. split; [exact L|]. rewrite <- L. clear L. symmetry. induction B; simpl; congruence.
Qed.

Lemma piecewise_linear_bumps n delta boxes : Forall (is_box n) boxes -> piecewise_linear n (bumps delta boxes).
Proof.
  induction 1 as [|b boxes B _ IH].
  - eapply piecewise_linear_same; [|apply (piecewise_linear_affine n (origin n) 0), length_origin].
    intros x _. cbv beta. rewrite dot_origin_l. unfold bumps. simpl. ring.
  - destruct (box_lengths n b B) as [Ll Lh].
    exact (piecewise_linear_combination n (fst b) _ _ (piecewise_linear_bump delta _ _ n Ll Lh) IH).
Qed.

Lemma all_slabs_boxes delta n boxes c : 0 <= delta -> Forall (is_box n) boxes ->
  Forall (is_box n) (map (weighed c) (all_slabs delta boxes)).
Proof.
  intros D. induction 1 as [|b boxes [L B] _ IH]; [constructor|]. unfold all_slabs in *. simpl. rewrite map_app.
  apply Forall_app. split; [now apply slabs_boxes|exact IH].
Qed.

Lemma all_slabs_integral n boxes : Forall (is_box n) boxes -> exists K, 0 <= K /\
  forall delta, step_integral (map (weighed 1) (all_slabs delta boxes)) = delta * K.
Proof.
  induction 1 as [|b boxes [L B] _ (K & pos & H)].
  - exists 0. split; [lra|]. intros delta. unfold step_integral. simpl. ring.
  - destruct (slabs_integral _ _ B) as (K' & pos' & H'). exists (K' + K). split; [lra|]. intros delta.
    unfold all_slabs in *. simpl. rewrite map_app, step_integral_app, H, H'. ring.
Qed.

Lemma bumps_differ delta boxes x : 0 < delta ->
  Rabs (step_value boxes x - bumps delta boxes x) <= total (map (fun b => Rabs (fst b)) boxes) /\
  (step_value boxes x - bumps delta boxes x <> 0 ->
   1 <= step_value (map (weighed 1) (all_slabs delta boxes)) x).
Proof.
  intros D. induction boxes as [|b boxes [IH1 IH2]].
  - unfold step_value, bumps. simpl. rewrite Rminus_0_r, Rabs_R0. split; [lra|]. intros N. now destruct N.
  - destruct (bump_differs delta (fst (snd b)) (snd (snd b)) x D) as [H1 H2]. rewrite step_value_cons.
    unfold bumps, all_slabs in *. cbn [map flat_map]. unfold total in *. cbn [fold_right].
    rewrite map_app, step_value_app.
    set (u := box_indicator (fst (snd b)) (snd (snd b)) x - bump delta (fst (snd b)) (snd (snd b)) x) in *.
    match goal with |- context [fold_right Rplus 0 (map (fun b => fst b * bump _ _ _ x) boxes)] =>
      set (B := fold_right Rplus 0 (map (fun b => fst b * bump delta (fst (snd b)) (snd (snd b)) x) boxes)) in * end.
    set (V := step_value boxes x) in *.
    replace (fst b * box_indicator (fst (snd b)) (snd (snd b)) x + V -
      (fst b * bump delta (fst (snd b)) (snd (snd b)) x + B)) with (fst b * u + (V - B)) by (unfold u; ring).
    pose proof (step_value_positive _ x (weighed_positive 1 (slabs delta (fst (snd b)) (snd (snd b))) Rle_0_1)) as P1.
    pose proof (step_value_positive _ x (weighed_positive 1
      (flat_map (fun b => slabs delta (fst (snd b)) (snd (snd b))) boxes) Rle_0_1)) as P2.
    split.
    + eapply Rle_trans; [apply Rabs_triang|]. apply Rplus_le_compat; [|exact IH1].
      rewrite Rabs_mult. rewrite <- (Rmult_1_r (Rabs (fst b))) at 2. apply Rmult_le_compat_l; [apply Rabs_pos|exact H1].
    + intros N. destruct (Req_EM_T u 0) as [Z|Z]; [|specialize (H2 Z); lra].
      rewrite Z, Rmult_0_r, Rplus_0_l in N. specialize (IH2 N). lra.
Qed.

(** ** Powers *)

Lemma power_positive t q : 0 <= power t q.
Proof. unfold power. destruct (Req_EM_T t 0); [lra|]. left. apply exp_pos. Qed.

Lemma power_monotone s t q : 0 < q -> 0 <= s <= t -> power s q <= power t q.
Proof.
  intros Q [S T]. unfold power. destruct (Req_EM_T s 0) as [->|Ns].
  - destruct (Req_EM_T t 0); [lra|]. left. apply exp_pos.
  - destruct (Req_EM_T t 0); [lra|]. apply Rle_Rpower_l; lra.
Qed.

Lemma power_sum u v q : 0 < q -> power (Rabs (u + v)) q <= Rpower 2 q * (power (Rabs u) q + power (Rabs v) q).
Proof.
  intros Q. set (m := Rmax (Rabs u) (Rabs v)).
  assert (B : 0 <= Rabs (u + v) <= 2 * m).
  { split; [apply Rabs_pos|]. eapply Rle_trans; [apply Rabs_triang|].
    pose proof (Rmax_l (Rabs u) (Rabs v)). pose proof (Rmax_r (Rabs u) (Rabs v)). unfold m. lra. }
  eapply Rle_trans; [apply (power_monotone _ _ q Q B)|].
  assert (E : power (2 * m) q = Rpower 2 q * power m q).
  { unfold power. destruct (Req_EM_T m 0) as [->|N].
    - rewrite Rmult_0_r. destruct (Req_EM_T 0 0); [ring|lra].
    - destruct (Req_EM_T (2 * m) 0); [lra|]. symmetry. apply Rpower_mult_distr; [lra|].
      assert (0 <= m); [|lra]. unfold m. eapply Rle_trans; [apply (Rabs_pos u)|apply Rmax_l]. }
  rewrite E. apply Rmult_le_compat_l; [left; apply exp_pos|].
  pose proof (power_positive (Rabs u) q). pose proof (power_positive (Rabs v) q).
  unfold m, Rmax. destruct (Rle_dec (Rabs u) (Rabs v)); lra.
Qed.

(** ** Upper integrals *)

Lemma step_integral_positive n boxes : Forall (fun b => is_box n b /\ 0 <= fst b) boxes -> 0 <= step_integral boxes.
Proof.
  induction 1 as [|b boxes [[_ B] P] _ IH]; [unfold step_integral; simpl; lra|]. rewrite step_integral_cons.
  pose proof (Rmult_le_pos _ _ P (volume_positive _ _ B)). lra.
Qed.

Definition rescaled (c : R) (b : weighted_box) : weighted_box := (c * fst b, snd b).

Lemma step_value_rescaled c boxes x : step_value (map (rescaled c) boxes) x = c * step_value boxes x.
Proof.
  induction boxes as [|b boxes IH]; [unfold step_value; simpl; ring|]. cbn [map]. rewrite !step_value_cons, IH.
  simpl. ring.
Qed.

Lemma step_integral_rescaled c boxes : step_integral (map (rescaled c) boxes) = c * step_integral boxes.
Proof.
  induction boxes as [|b boxes IH]; [unfold step_integral; simpl; ring|]. cbn [map]. rewrite !step_integral_cons, IH.
  simpl. ring.
Qed.

(** The upper integral of what is at most a multiple of g and a step function. *)
Lemma upper_integral_sum n f g c boxes r s : 0 < c -> Forall (fun b => is_box n b /\ 0 <= fst b) boxes ->
  upper_integral_at_most n g r -> (forall x, length x = n -> f x <= c * g x + step_value boxes x) ->
  c * r + step_integral boxes <= s -> upper_integral_at_most n f s.
Proof.
  intros C B (b & Hb & integrals & above) bound small. set (m := length boxes). set (d := (0, ([], [])) : weighted_box).
  set (b' := fun k => if (k <? m)%nat then nth k boxes d else rescaled c (b (k - m)%nat)).
  assert (good : forall k, is_box n (b' k) /\ 0 <= fst (b' k)).
  { intros k. unfold b'. destruct (Nat.ltb_spec k m) as [L|L].
    - apply (proj1 (Forall_forall _ _) B), nth_In, L.
    - destruct (Hb (k - m)%nat) as [H P]. split; [exact H|]. simpl. apply Rmult_le_pos; lra. }
  assert (sums : forall K, map b' (seq 0 (m + K)) = boxes ++ map (rescaled c) (map b (seq 0 K))).
  { intros K. rewrite seq_app, map_app. f_equal.
    - apply (nth_ext _ _ d d); [now rewrite map_length, seq_length|]. intros k L. rewrite map_length, seq_length in L.
      rewrite nth_listed by exact L. unfold b'. destruct (Nat.ltb_spec k m); [reflexivity|lia].
    - assert (shift : forall J a, map b' (seq (a + m) J) = map (rescaled c) (map b (seq a J))).
      { induction J as [|J IH]; intros a; [reflexivity|]. cbn [seq map].
        change (S (a + m)) with (S a + m)%nat. rewrite (IH (S a)). f_equal. unfold b'.
        destruct (Nat.ltb_spec (a + m) m); [lia|]. now replace (a + m - m)%nat with a by lia. }
      exact (shift K 0%nat). }
  exists b'. split; [exact good|]. split.
  - intros K. apply Rle_trans with (step_integral (map b' (seq 0 (m + K)))).
    + rewrite Nat.add_comm, seq_app, map_app, step_integral_app.
      assert (P : 0 <= step_integral (map b' (seq (0 + K) m))); [|lra].
      apply (step_integral_positive n). apply Forall_map, Forall_forall. intros k _. apply good.
    + rewrite sums, step_integral_app, step_integral_rescaled. specialize (integrals K).
      apply (Rmult_le_compat_l c) in integrals; lra.
  - intros x t Lx T. specialize (bound x Lx).
    destruct (above x ((t - step_value boxes x) / c) Lx) as (K & H).
    { apply Rmult_lt_reg_l with c; [exact C|]. unfold Rdiv. rewrite <- Rmult_assoc, Rinv_r_simpl_m by lra. lra. }
    exists (m + K)%nat. rewrite sums, step_value_app, step_value_rescaled.
    apply (Rmult_lt_compat_l c) in H; [|exact C]. unfold Rdiv in H.
    rewrite <- Rmult_assoc, Rinv_r_simpl_m in H by lra. lra.
Qed.

(** Every function of L^q is, in its norm, arbitrarily close to piecewise linear functions. *)
Lemma piecewise_linear_dense n q f eps : 0 < q -> in_L n q f -> 0 < eps ->
  exists g, piecewise_linear n g /\ close_in_L n q f g eps.
Proof.
  intros Q L pos. set (E := power eps q). assert (HE : 0 < E).
  { unfold E, power. destruct (Req_EM_T eps 0); [lra|]. apply exp_pos. }
  set (C := Rpower 2 q). assert (HC : 0 < C) by apply exp_pos.
  assert (R1 : 0 < E / 2 / C) by (repeat apply Rdiv_lt_0_compat; lra).
  destruct (L (Rpower (E / 2 / C) (/ q)) (exp_pos _)) as (boxes & HB & close).
  unfold close_in_L in close. replace (power (Rpower (E / 2 / C) (/ q)) q) with (E / 2 / C) in close.
  2: { unfold power. destruct (Req_EM_T _ 0) as [Z|_].
    { pose proof (exp_pos (/ q * ln (E / 2 / C))). unfold Rpower in Z. lra. }
    rewrite Rpower_mult, Rinv_l, Rpower_1 by lra. reflexivity. }
  set (M := total (map (fun b => Rabs (fst b)) boxes)). set (W := C * power M q).
  assert (HW : 0 <= W) by (apply Rmult_le_pos; [lra|apply power_positive]).
  destruct (all_slabs_integral n boxes HB) as (K & HK & integral).
  set (delta := E / 2 / (W * K + 1)). assert (WK : 0 <= W * K) by now apply Rmult_le_pos.
  assert (D : 0 < delta) by (unfold delta; repeat apply Rdiv_lt_0_compat; lra).
  exists (bumps delta boxes). split; [now apply piecewise_linear_bumps|].
  apply (upper_integral_sum n _ (fun x => power (Rabs (f x - step_value boxes x)) q) C
    (map (weighed W) (all_slabs delta boxes)) (E / 2 / C)); [exact HC| |exact close| |].
  - apply Forall_forall. intros b I. split.
    + apply (proj1 (Forall_forall _ _) (all_slabs_boxes delta n boxes W ltac:(lra) HB) b I).
    + apply (proj1 (Forall_forall _ _) (weighed_positive W _ HW) b I).
  - intros x _. destruct (bumps_differ delta boxes x D) as [most thin].
    replace (f x - bumps delta boxes x) with ((f x - step_value boxes x) + (step_value boxes x - bumps delta boxes x))
      by ring.
    eapply Rle_trans; [now apply power_sum|]. fold C. rewrite Rmult_plus_distr_l. apply Rplus_le_compat_l.
    rewrite step_value_weighed. unfold W. rewrite Rmult_assoc. apply Rmult_le_compat_l; [lra|].
    pose proof (power_positive M q) as PM.
    destruct (Req_EM_T (step_value boxes x - bumps delta boxes x) 0) as [Z|N].
    + rewrite Z, Rabs_R0. unfold power at 1. destruct (Req_EM_T 0 0); [|lra]. apply Rmult_le_pos; [exact PM|].
      apply step_value_positive, weighed_positive. lra.
    + specialize (thin N). apply Rle_trans with (power M q).
      * apply power_monotone; [exact Q|]. split; [apply Rabs_pos|exact most].
      * rewrite <- (Rmult_1_r (power M q)) at 1. apply Rmult_le_compat_l; assumption.
  - rewrite step_integral_weighed, integral. fold E.
    assert (W * (delta * K) <= E / 2).
    { replace (W * (delta * K)) with (E / 2 * (W * K / (W * K + 1))) by (unfold delta; field; lra).
      rewrite <- (Rmult_1_r (E / 2)) at 2. apply Rmult_le_compat_l; [lra|].
      apply Rmult_le_reg_r with (W * K + 1); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    replace (C * (E / 2 / C)) with (E / 2) by (field; lra). lra.
Qed.
