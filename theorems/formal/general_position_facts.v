(** Generators in general position, in the sense that pivots of an elimination do not vanish, have as many patterns of
    signs as possible; and the other generators have measure zero. *)

From Coq Require Import Reals List Lra Lia Classical.
From Marginalia.formal Require Import numbers_facts vectors boolean vectors_facts zonotope_facts boolean_facts.
From Marginalia.formal Require Import binomials sign_patterns_facts cube_covers_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

Implicit Types b : list point.

(** The first m of the vectors b in R^n are generic if, as long as there are vectors and coordinates, the first
    coordinate of the first one is not zero, and the others are generic, themselves and with this one eliminated. *)
Fixpoint generic (m n : nat) (b : list point) : Prop :=
  match m, n, b with
  | S m', S n', v :: b' => nth 0 v 0 <> 0 /\ generic m' n b' /\ generic m' n' (map (projected 0 v) b')
  | _, _, _ => True
  end.

(** A direction orthogonal to v that realizes signs, moved a little to either side, realizes both signs of v, too. *)
Lemma realized_beside n r v b s c :
  length r = n -> length v = n -> Forall (fun u => length u = n) b -> v <> origin n -> dot r v = 0 ->
  Forall2 (fun c u => has_sign c (dot r u)) s b -> realized n (v :: b) (c :: s).
Proof.
  intros Lr Lv H N Z P.
  pose proof (dot_self_positive n v Lv N) as Pos.
  assert (Near : exists d, 0 < d /\ forall e, 0 < e <= d ->
    Forall2 (fun c' u => has_sign c' (dot r u + e * (sign c * dot v u))) s b).
  { clear Z. induction P as [|c' u s b Hc P IH]; [exists 1; split; [lra | constructor]|].
    inversion_clear H as [|? ? Lu Hb]. destruct (IH Hb) as (d & Hd & D).
    assert (One : exists d', 0 < d' /\ forall e, 0 < e <= d' -> has_sign c' (dot r u + e * (sign c * dot v u))).
    { destruct c'; simpl in *; [now apply still_positive|].
      destruct (still_positive (- dot r u) (- (sign c * dot v u))) as (d' & Hd' & D'); [lra|].
      exists d'. split; [exact Hd'|]. intros e He. specialize (D' e He). lra. }
    destruct One as (d' & Hd' & D'). exists (Rmin d d'). split; [now apply Rmin_pos|]. intros e He.
    pose proof (Rmin_l d d'). pose proof (Rmin_r d d'). constructor; [apply D' | apply D]; lra. }
  destruct Near as (d & Hd & D). exists (add r (scale (d * sign c) v)). split; [lengths|].
  assert (E : forall u, dot (add r (scale (d * sign c) v)) u = dot r u + d * (sign c * dot v u)).
  { intros u. rewrite dot_add_l, dot_scale_l by (rewrite (length_scale n); auto). ring. }
  constructor.
  - rewrite E, Z. destruct c; simpl; nra.
  - specialize (D d ltac:(lra)). clear -D E. induction D; constructor; [now rewrite E | assumption].
Qed.

(** Realized signs can be completed by some sign of one more vector that is not zero. *)
Lemma realized_either n v b s :
  length v = n -> Forall (fun u => length u = n) b -> v <> origin n -> realized n b s ->
  realized n (v :: b) (true :: s) \/ realized n (v :: b) (false :: s).
Proof.
  intros Lv H N (r & Lr & P). destruct (Rtotal_order (dot r v) 0) as [Neg | [Z | Pos]].
  - right. exists r. split; [exact Lr | now constructor].
  - left. now apply (realized_beside n r).
  - left. exists r. split; [exact Lr | now constructor].
Qed.

(** Signs that are realized with v eliminated can be completed by both. *)
Lemma realized_projected n v b s c :
  length v = S n -> Forall (fun u => length u = S n) b -> nth 0 v 0 <> 0 ->
  realized n (map (projected 0 v) b) s -> realized (S n) (v :: b) (c :: s).
Proof.
  intros Lv H N (r & Lr & P). destruct v as [|v0 v]; [discriminate|]. simpl in N. injection Lv as Lv.
  assert (Z : dot (- dot r v / v0 :: r) (v0 :: v) = 0) by (simpl; field; exact N).
  apply (realized_beside (S n) (- dot r v / v0 :: r)); auto.
  - simpl. now rewrite Lr.
  - simpl. now rewrite Lv.
  - intros E. injection E as E _. contradiction.
  - assert (E : forall u, length u = S n ->
      dot (- dot r v / v0 :: r) u = dot r (projected 0 (v0 :: v) u)).
    { intros u Lu. symmetry. apply (dot_projected (S n) 0 (- dot r v / v0 :: r)); simpl; auto. }
    clear Z Lv. revert s P. induction H as [|u b Lu Hb IH]; intros s P; inversion_clear P; constructor.
    + now rewrite E.
    + now apply IH.
Qed.

(** Different lists, none empty, are at least as many as ends that follow some sign, and ends that follow both. *)
Lemma ends_bounded L A B :
  NoDup L -> ~ In [] L -> NoDup A -> NoDup B ->
  (forall s, In s A -> In (true :: s) L \/ In (false :: s) L) ->
  (forall s, In s B -> In (true :: s) L /\ In (false :: s) L) -> (length A + length B <= length L)%nat.
Proof.
  intros D N DA DB InA InB. set (p := in_list (tails true L)). set (T := tails true L). set (F := tails false L).
  assert (DT : NoDup T) by apply (tails_distinct true L D).
  assert (a : (length A <= length (T ++ filter (fun s => negb (p s)) F))%nat).
  { apply (NoDup_incl_length DA). intros s S. apply in_or_app. destruct (p s) eqn:E.
    - left. now apply in_list_In.
    - right. apply filter_In. split; [|now rewrite E]. apply in_tails.
      destruct (InA s S) as [I | I]; [|exact I]. apply in_tails, in_list_In in I. unfold p in E. congruence. }
  assert (b : (length B <= length (filter p F))%nat).
  { apply (NoDup_incl_length DB). intros s S. destruct (InB s S) as [I J]. apply filter_In.
    split; [now apply in_tails | now apply in_list_In, in_tails]. }
  rewrite (tails_both_length L N). fold T F. rewrite app_length in a.
  pose proof (filter_split p F). lia.
Qed.

(** m + 1 generic vectors in R^n have 2 (C(m, 0) + ... + C(m, n - 1)) patterns of signs. *)
Lemma generic_patterns m n b :
  length b = S m -> Forall (fun v => length v = n) b -> generic (S m) n b ->
  exists L, NoDup L /\ Forall (realized n b) L /\ (2 * binomial_sum m n <= length L)%nat.
Proof.
  revert n b. induction m as [|m IH]; intros [|n] [|v b] K H G; try discriminate;
    try (exists []; repeat constructor; fail); inversion_clear H as [|? ? Lv Hb].
  - destruct b; [|discriminate]. destruct G as [N _]. exists [[true]; [false]].
    assert (Z : forall c, realized (S n) [v] [c]).
    { intros c. apply (realized_beside (S n) (origin (S n)) v [] []); auto.
      - apply length_origin.
      - intros E. now rewrite E, nth_origin in N.
      - apply dot_origin_l. }
    split; [|split].
    + constructor; [simpl; intuition discriminate | repeat constructor; auto].
    + repeat constructor; apply Z.
    + rewrite binomial_sum_of_zero. simpl. lia.
  - injection K as K. destruct G as (N & G & G').
    assert (NZ : v <> origin (S n)) by (intros E; now rewrite E, nth_origin in N).
    destruct (IH (S n) b K Hb G) as (A & DA & PA & LA).
    destruct (IH n (map (projected 0 v) b)) as (B & DB & PB & LB).
    { now rewrite map_length. }
    { apply Forall_map. eapply Forall_impl; [|exact Hb]. intros u Lu. apply length_delete; [lengths | lia]. }
    { exact G'. }
    destruct (finite_part (realized (S n) (v :: b)) (cube (S (S m)))) as (L & DL & InL).
    assert (all : forall s, realized (S n) (v :: b) s -> In s L).
    { intros s Hs. apply InL. split; [|exact Hs]. apply in_cube. rewrite (realized_length _ _ _ Hs). simpl.
      now rewrite K. }
    exists L. split; [exact DL|]. split; [apply Forall_forall; intros s Hs; now apply InL|].
    rewrite Forall_forall in PA, PB. rewrite binomial_sum_pascal.
    pose proof (ends_bounded L A B DL) as Count.
    enough (length A + length B <= length L)%nat by lia. apply Count; auto.
    + intros I. apply InL, proj2, realized_length in I. discriminate.
    + intros s Hs. destruct (realized_either (S n) v b s Lv Hb NZ (PA s Hs)); auto.
    + intros s Hs. split; apply all, realized_projected; auto.
Qed.

(** ** The others have measure zero *)

(** From rows of n numbers to rows of n + 1, with any number in front. *)
Lemma small_heads n m (P : list point -> Prop) : (1 <= n)%nat -> (1 <= m)%nat ->
  small (n * m) (fun x => exists p, length p = m /\ Forall (fun u => length u = n) p /\ P p /\ x = concat p) ->
  small (S n * m)
    (fun x => exists p, length p = m /\ Forall (fun u => length u = S n) p /\ P (map (@tl R) p) /\ x = concat p).
Proof.
  intros Hn Hm H.
  assert (G : forall i, (i <= m)%nat -> small (n * m + i) (fun x => exists q p, length q = i /\
    length p = (m - i)%nat /\ Forall (fun u => length u = S n) q /\ Forall (fun u => length u = n) p /\
    P (map (@tl R) q ++ p) /\ x = concat q ++ concat p)).
  { induction i as [|i IH]; intros Hi.
    - rewrite Nat.add_0_r. eapply small_subset; [|exact H].
      intros x ([|u q] & p & Lq & Lp & _ & Hp & HP & ->); [|discriminate]. exists p. repeat split; auto. lia.
    - rewrite Nat.add_succ_r. specialize (IH ltac:(lia)).
      apply (small_cylinder _ (S n * i)) in IH; [|nia|nia]. eapply small_subset; [|exact IH].
      intros x (q & p & Lq & Lp & Hq & Hp & HP & ->).
      destruct (@exists_last _ q) as (q' & u & ->); [intros ->; discriminate|].
      rewrite app_length in Lq. simpl in Lq. apply Forall_app in Hq as [Hq Hu].
      inversion_clear Hu as [|? ? Lu _]. destruct u as [|t u]; [discriminate|]. injection Lu as Lu.
      exists (concat q'), t, (u ++ concat p). split; [|split].
      + assert (Lq' : length q' = i) by lia. rewrite <- Lq'. clear -Hq.
        induction Hq as [|w q Lw Hq IHq]; [now rewrite Nat.mul_0_r|]. cbn [concat length]. rewrite app_length, IHq. lia.
      + exists q', (u :: p). repeat split; auto; try (simpl; lia).
        rewrite map_app, <- app_assoc in HP. exact HP.
      + rewrite concat_app. simpl. rewrite app_nil_r, <- app_assoc. reflexivity. }
  specialize (G m (le_n m)). replace (n * m + m)%nat with (S n * m)%nat in G by lia.
  eapply small_subset; [|exact G]. intros x (p & Lp & Hp & HP & ->). exists p, [].
  repeat split; auto; [simpl; lia | now rewrite app_nil_r | now rewrite app_nil_r].
Qed.

(** The reciprocals of numbers of which c times is at least 1 / B. *)
Definition reciprocal (B c a : R) : R := c / Rmax (/ B) (c * a).

Section Shear.

Variables (B c : R).
Hypothesis large : 1 <= B.
Hypothesis c_sign : c = 1 \/ c = -1.

Lemma denominator a : / B <= Rmax (/ B) (c * a) /\ 0 < / B.
Proof. split; [apply Rmax_l | apply Rinv_0_lt_compat; lra]. Qed.

Lemma reciprocal_bounded a : Rabs (reciprocal B c a) <= B.
Proof.
  destruct (denominator a) as [D P]. unfold reciprocal, Rdiv. rewrite Rabs_mult.
  assert (E : Rabs c = 1) by (destruct c_sign as [-> | ->]; unfold Rabs; destruct Rcase_abs; lra).
  rewrite E, Rmult_1_l, Rabs_pos_eq.
  - apply Rle_trans with (/ / B); [now apply Rinv_le_contravar | rewrite Rinv_inv; lra].
  - left. apply Rinv_0_lt_compat. lra.
Qed.

Lemma reciprocal_close a a' r : Rabs (a - a') <= r -> Rabs (reciprocal B c a - reciprocal B c a') <= B * B * r.
Proof.
  intros H. destruct (denominator a) as [D P], (denominator a') as [D' _].
  set (u := Rmax (/ B) (c * a)) in *. set (u' := Rmax (/ B) (c * a')) in *.
  assert (E : reciprocal B c a - reciprocal B c a' = c * (/ u * / u' * (u' - u))).
  { unfold reciprocal. fold u u'. field. split; lra. }
  assert (C : Rabs c = 1) by (destruct c_sign as [-> | ->]; unfold Rabs; destruct Rcase_abs; lra).
  assert (I : forall t, / B <= t -> 0 <= / t <= B).
  { intros t Ht. split; [left; apply Rinv_0_lt_compat; lra|].
    apply Rle_trans with (/ / B); [now apply Rinv_le_contravar | rewrite Rinv_inv; lra]. }
  assert (U : Rabs (u' - u) <= r).
  { apply bounds_of_Rabs in H. unfold u, u', Rmax. apply Rabs_le.
    destruct c_sign as [-> | ->]; repeat destruct Rle_dec; lra. }
  destruct (I u D), (I u' D'). pose proof (Rabs_pos (u' - u)).
  rewrite E, Rabs_mult, C, Rmult_1_l, Rabs_mult, (Rabs_pos_eq (/ u * / u')) by nra.
  apply Rmult_le_compat; nra.
Qed.

Lemma product_close a a' s s' t t' r :
  Rabs a <= B -> Rabs a' <= B -> Rabs s <= B -> Rabs s' <= B -> Rabs t <= B -> Rabs t' <= B ->
  Rabs (a - a') <= r -> Rabs (s - s') <= B * B * r -> Rabs (t - t') <= r ->
  Rabs (a * s * t - a' * s' * t') <= (2 * (B * B) + B * B * (B * B)) * r.
Proof.
  intros Ha Ha' Hs Hs' Ht Ht' Da Ds Dt.
  replace (a * s * t - a' * s' * t') with ((a - a') * (s * t) + (s - s') * (a' * t) + (t - t') * (a' * s')) by ring.
  assert (M : forall x y p q, Rabs x <= p -> Rabs y <= q -> Rabs (x * y) <= p * q).
  { intros x y p q Hx Hy. rewrite Rabs_mult. apply Rmult_le_compat; auto; apply Rabs_pos. }
  pose proof (M _ _ _ _ Da (M _ _ _ _ Hs Ht)). pose proof (M _ _ _ _ Ds (M _ _ _ _ Ha' Ht)).
  pose proof (M _ _ _ _ Dt (M _ _ _ _ Ha' Hs')).
  pose proof (Rabs_triang ((a - a') * (s * t) + (s - s') * (a' * t)) ((t - t') * (a' * s'))).
  pose proof (Rabs_triang ((a - a') * (s * t)) ((s - s') * (a' * t))). lra.
Qed.

(** Rows of n + 1 numbers, a and x, to rows a and x + (a s) v. *)
Fixpoint sheared_rows (n m : nat) (s : R) (v x : point) : point :=
  match m, x with
  | S m', a :: x' => a :: add (firstn n x') (scale (clamp (- B) B a * s) v) ++ sheared_rows n m' s v (skipn n x')
  | _, _ => []
  end.

Definition sheared (n m : nat) (x : point) : point :=
  match x with
  | [] => []
  | a :: x' => a :: firstn n x' ++
      sheared_rows n m (reciprocal B c a) (map (clamp (- B) B) (firstn n x')) (skipn n x')
  end.

Lemma length_sheared_rows n m s v x :
  length v = n -> length x = (S n * m)%nat -> length (sheared_rows n m s v x) = (S n * m)%nat.
Proof.
  intros Lv. revert x. induction m as [|m IH]; intros x Lx; [simpl; lia|].
  destruct x as [|a x]; [simpl in Lx; lia|]. simpl sheared_rows. cbn [length]. simpl in Lx.
  rewrite app_length, IH.
  - rewrite (length_add n); [lia | rewrite firstn_length; lia | lengths].
  - rewrite skipn_length. simpl in *. lia.
Qed.

Lemma length_sheared n m x : length x = (S n * S m)%nat -> length (sheared n m x) = (S n * S m)%nat.
Proof.
  intros L. destruct x as [|a x]; [simpl in L; lia|]. simpl sheared. cbn [length]. simpl in L.
  rewrite app_length, length_sheared_rows.
  - rewrite firstn_length. lia.
  - rewrite map_length, firstn_length. lia.
  - rewrite skipn_length. simpl in *. lia.
Qed.

Let L : R := 1 + (2 * (B * B) + B * B * (B * B)).

Lemma close_scaled a a' s s' v v' r :
  Rabs (a - a') <= r -> Rabs s <= B -> Rabs s' <= B -> Rabs (s - s') <= B * B * r -> close r v v' ->
  close ((2 * (B * B) + B * B * (B * B)) * r)
    (scale (clamp (- B) B a * s) (map (clamp (- B) B) v)) (scale (clamp (- B) B a' * s') (map (clamp (- B) B) v')).
Proof.
  intros Ha Hs Hs' Ds I. induction I as [|b b' v v' Hb I IH]; constructor; [|exact IH].
  assert (0 < B) by lra. assert (bounded : forall a, Rabs (clamp (- B) B a) <= B) by (intros; apply Rabs_le,
    clamp_between; lra).
  assert (close_by : forall a a' r, Rabs (a - a') <= r -> Rabs (clamp (- B) B a - clamp (- B) B a') <= r)
    by (intros; eapply Rle_trans; [apply clamp_close | assumption]).
  apply product_close; auto.
Qed.

Lemma close_add r r' x y u v : close r x y -> close r' u v -> close (r + r') (add x u) (add y v).
Proof.
  intros I. revert u v. induction I as [|a b x y Hab I IH]; intros u v J; [constructor|].
  destruct J as [|a' b' u v Hab' J]; [constructor|]. constructor; [|now apply IH].
  replace (a + a' - (b + b')) with (a - b + (a' - b')) by ring.
  eapply Rle_trans; [apply Rabs_triang | lra].
Qed.

Lemma close_more r r' x y : r <= r' -> close r x y -> close r' x y.
Proof. intros Le I. induction I; constructor; [lra | assumption]. Qed.

Lemma close_firstn r k x y : close r x y -> close r (firstn k x) (firstn k y).
Proof. intros I. revert k. induction I as [|a b x y Hab I IH]; intros [|k]; constructor; auto. apply IH. Qed.

Lemma close_skipn r k x y : close r x y -> close r (skipn k x) (skipn k y).
Proof.
  intros I. revert k. induction I as [|a b x y Hab I IH]; intros [|k]; simpl; try constructor; auto.
Qed.

Lemma close_sheared n m r x y : 0 < r -> close r x y -> close (L * r) (sheared n m x) (sheared n m y).
Proof.
  intros Hr I. assert (LB : 1 <= L) by (unfold L; nra).
  assert (More : r <= L * r) by nra.
  destruct I as [|a a' x y Ha I]; [constructor|]. simpl. constructor; [lra|].
  apply Forall2_app; [now apply (close_more r), close_firstn|].
  pose proof (reciprocal_close a a' r Ha) as Ds. pose proof (reciprocal_bounded a) as Hs.
  pose proof (reciprocal_bounded a') as Hs'. pose proof (close_firstn r n x y I) as V.
  revert V Ds Hs Hs'. generalize (reciprocal B c a) (reciprocal B c a') (firstn n x) (firstn n y).
  intros s s' v v' V Ds Hs Hs'. apply (close_skipn r n) in I. revert I.
  generalize (skipn n x) (skipn n y). clear x y. induction m as [|m IH]; intros x y I; [constructor|].
  destruct I as [|b b' x y Hb I]; [constructor|]. simpl. constructor; [lra|].
  apply Forall2_app; [|now apply IH, close_skipn].
  replace (L * r) with (r + (2 * (B * B) + B * B * (B * B)) * r) by (unfold L; ring).
  apply close_add; [now apply close_firstn | now apply close_scaled].
Qed.

(** Rows sheared by the pivot row are what they were before the elimination. *)
Lemma reciprocal_exact a : / B <= c * a -> reciprocal B c a = / a.
Proof.
  intros H. destruct (denominator a) as [_ P]. unfold reciprocal. rewrite Rmax_right by exact H.
  destruct c_sign as [-> | ->]; field; lra.
Qed.

Lemma sheared_projected n v0 v b :
  length v = n -> Forall (fun u => length u = S n) b -> / B <= c * v0 -> Forall (fun a => Rabs a <= B) v ->
  Forall (Forall (fun a => Rabs a <= B)) b ->
  sheared n (length b) (v0 :: v ++ concat (map (fun u => nth 0 u 0 :: projected 0 (v0 :: v) u) b)) =
  v0 :: v ++ concat b.
Proof.
  intros Lv H Hc Bv Bb. simpl. rewrite firstn_app, skipn_app, Lv, Nat.sub_diag, firstn_all2, skipn_all2 by lia.
  simpl. rewrite app_nil_r, (reciprocal_exact v0 Hc). do 2 f_equal.
  assert (N : v0 <> 0).
  { destruct (denominator v0) as [_ P]. intros ->. lra. }
  assert (E : map (clamp (- B) B) v = v).
  { clear -Bv. induction Bv; simpl; f_equal; auto using clamp_inside, bounds_of_Rabs. }
  rewrite E. clear E Bv. induction H as [|u b Lu H IH]; [reflexivity|].
  inversion_clear Bb as [|? ? Bu Bb']. destruct u as [|a u]; [discriminate|]. injection Lu as Lu.
  inversion_clear Bu as [|? ? Ba _].
  cbn [map concat nth app length sheared_rows].
  change (projected 0 (v0 :: v) (a :: u)) with (sub u (scale (a / v0) v)).
  assert (Lw : length (sub u (scale (a / v0) v)) = n) by lengths.
  rewrite firstn_app, skipn_app, Lw, Nat.sub_diag, firstn_all2, skipn_all2 by lia.
  rewrite firstn_O, skipn_O, app_nil_r, (clamp_inside (- B) B a (bounds_of_Rabs _ _ Ba)). simpl app. f_equal.
  rewrite IH by assumption. f_equal. coordinates n. exact N.
Qed.

End Shear.

Lemma bounded_list (l : list R) : exists B, 0 <= B /\ Forall (fun a => Rabs a <= B) l.
Proof.
  induction l as [|a l (B & PB & HB)]; [exists 0; split; [lra | constructor]|].
  exists (Rmax B (Rabs a)). pose proof (Rmax_l B (Rabs a)). pose proof (Rmax_r B (Rabs a)). split; [lra|].
  constructor; [assumption|]. eapply Forall_impl; [|exact HB]. simpl. intros c Hc. lra.
Qed.

(** Generators that are not generic have measure zero. *)
Lemma not_generic_small m n : (1 <= m)%nat -> (1 <= n)%nat ->
  small (n * m)
    (fun x => exists b, length b = m /\ Forall (fun v => length v = n) b /\ ~ generic m n b /\ x = concat b).
Proof.
  revert n. induction m as [|m IH]; intros [|n] Hm Hn; [lia | lia | lia|].
  assert (None : forall d (A : point -> Prop), (1 <= d)%nat -> (forall x, ~ A x) -> small d A).
  { intros [|d] A Hd Hx; [lia|]. eapply small_subset; [|apply (small_hyperplane d)]. intros x Ax. now apply Hx in Ax. }
  (* the first coordinate of the first vector is 0 *)
  pose proof (small_hyperplane (n + S n * m)) as Zero.
  replace (S (n + S n * m)) with (S n * S m)%nat in Zero by lia.
  (* the others are not generic *)
  assert (Rest : small (S n * S m) (fun x => exists v b, length v = S n /\ length b = m /\
    Forall (fun v => length v = S n) b /\ ~ generic m (S n) b /\ x = v ++ concat b)).
  { destruct (Nat.eq_dec m 0) as [-> | Nm].
    - apply None; [lia|]. intros x (v & b & _ & _ & _ & N & _). now apply N.
    - pose proof (small_behind (S n * m) (S n) _ ltac:(nia) (IH (S n) ltac:(lia) ltac:(lia))) as G.
      replace (S n + S n * m)%nat with (S n * S m)%nat in G by lia. eapply small_subset; [|exact G].
      intros x (v & b & Lv & Lb & Hb & N & ->). exists v, (concat b). repeat split; auto. exists b. auto. }
  (* the others with the first one eliminated are not generic, in a bounded region *)
  assert (Sheared : forall B c, 1 <= B -> c = 1 \/ c = -1 -> small (S n * S m) (fun x => exists v0 v b,
    length v = n /\ length b = m /\ Forall (fun u => length u = S n) b /\
    ~ generic m n (map (projected 0 (v0 :: v)) b) /\
    / B <= c * v0 /\ Forall (fun a => Rabs a <= B) v /\ Forall (Forall (fun a => Rabs a <= B)) b /\
    x = v0 :: v ++ concat b)).
  { intros B c HB Hc. destruct (Nat.eq_dec m 0) as [-> | Nm]; [|destruct (Nat.eq_dec n 0) as [-> | Nn]].
    - apply None; [lia|]. intros x (v0 & v & b & _ & _ & _ & N & _). now apply N.
    - apply None; [lia|]. intros x (v0 & v & b & _ & _ & _ & N & _). apply N. now destruct m.
    - pose proof (small_heads n m (fun p => ~ generic m n p) ltac:(lia) ltac:(lia) (IH n ltac:(lia) ltac:(lia))) as G.
      apply (small_behind _ (S n)) in G; [|nia]. replace (S n + S n * m)%nat with (S n * S m)%nat in G by lia.
      apply (small_image _ _ (sheared B c n m) (1 + (2 * (B * B) + B * B * (B * B)))) in G;
        [|assert (0 < B * B) by nra; nra| |].
      + eapply small_subset; [|exact G]. intros x (v0 & v & b & Lv & Lb & Hb & N & Hc' & Bv & Bb & ->).
        exists (v0 :: v ++ concat (map (fun u => nth 0 u 0 :: projected 0 (v0 :: v) u) b)). split.
        * exists (v0 :: v), (concat (map (fun u => nth 0 u 0 :: projected 0 (v0 :: v) u) b)).
          split; [simpl; congruence|]. split; [|reflexivity]. eexists. split; [|split; [|split; [|reflexivity]]].
          -- now rewrite map_length.
          -- apply Forall_map. eapply Forall_impl; [|exact Hb]. intros u Lu. cbn [length]. f_equal.
             apply length_delete; [|lia]. assert (length (v0 :: v) = S n) by (simpl; congruence). lengths.
          -- rewrite map_map. exact N.
        * rewrite <- Lb. symmetry. now apply sheared_projected.
      + intros x. apply length_sheared.
      + intros r x y _ _ Hr. now apply close_sheared. }
  assert (Positive : forall c, c = 1 \/ c = -1 -> small (S n * S m) (fun x => exists q : nat, exists v0 v b,
    length v = n /\ length b = m /\ Forall (fun u => length u = S n) b /\
    ~ generic m n (map (projected 0 (v0 :: v)) b) /\
    / INR (S q) <= c * v0 /\ Forall (fun a => Rabs a <= INR (S q)) v /\
    Forall (Forall (fun a => Rabs a <= INR (S q))) b /\ x = v0 :: v ++ concat b)).
  { intros c Hc. apply small_union. intros q. apply Sheared; [|exact Hc].
    rewrite S_INR. pose proof (pos_INR q). lra. }
  apply (small_subset _ _ _) with (2 := small_or _ _ _ Zero (small_or _ _ _ Rest (small_or _ _ _
    (Positive 1 (or_introl eq_refl)) (Positive (-1) (or_intror eq_refl))))).
  intros x (b & Lb & H & N & ->). destruct b as [|v b]; [discriminate|]. injection Lb as Lb.
  inversion_clear H as [|? ? Lv Hb]. destruct v as [|v0 v]; [discriminate|]. injection Lv as Lv.
  destruct (Req_dec v0 0) as [-> | N0].
  { left. exists (v ++ concat b). split; [|reflexivity]. rewrite app_length, Lv, <- Lb. f_equal.
    clear -Hb. induction Hb as [|u b Lu Hb IHb]; [now rewrite Nat.mul_0_r|].
    cbn [concat length]. rewrite app_length, IHb. lia. }
  right. destruct (classic (generic m (S n) b)) as [G | G].
  2: { left. exists (v0 :: v), b. repeat split; auto. simpl. congruence. }
  right. assert (N' : ~ generic m n (map (projected 0 (v0 :: v)) b)) by (intros G'; apply N; simpl; auto).
  destruct (bounded_list (v ++ concat b)) as (B & HB).
  destruct (naturals_unbounded (B + / Rabs v0)) as (q & Hq).
  destruct HB as [PB HB]. rewrite Forall_forall in HB.
  assert (R0 : 0 < / Rabs v0) by (apply Rinv_0_lt_compat, Rabs_pos_lt, N0).
  assert (Large : B <= INR (S q) /\ / Rabs v0 <= INR (S q)) by (rewrite S_INR; lra).
  assert (Inv : / INR (S q) <= Rabs v0).
  { rewrite <- (Rinv_inv (Rabs v0)). now apply Rinv_le_contravar. }
  assert (Bv : Forall (fun a => Rabs a <= INR (S q)) v).
  { apply Forall_forall. intros a Ha. apply Rle_trans with B; [apply HB; apply in_or_app; now left | apply Large]. }
  assert (Bb : Forall (Forall (fun a => Rabs a <= INR (S q))) b).
  { apply Forall_forall. intros u Hu. apply Forall_forall. intros a Ha. apply Rle_trans with B; [|apply Large].
    apply HB. apply in_or_app. right. apply in_concat. eauto. }
  destruct (Rle_dec 0 v0) as [Pos | Neg]; [left | right]; exists q, v0, v, b.
  - rewrite Rabs_pos_eq in Inv by exact Pos. repeat split; auto. lra.
  - rewrite Rabs_left in Inv by lra. repeat split; auto. lra.
Qed.
