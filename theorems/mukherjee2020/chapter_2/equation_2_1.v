(** Equation (2.1) of Mukherjee 2020, the theorem of Wang and Sun: a piecewise linear function on R^n is a signed sum of
    maxima of at most n + 1 affine functions. *)

From Coq Require Import Reals List Permutation Classical Lia Lra.
From Marginalia.formal Require Import vectors networks maxima vectors_facts networks_facts space_pieces maxima_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Sums of maxima of affine functions *)

(** The sums of a function of A and one of B: their maximum is the sum of the maxima. *)
Definition sums (A B : layer) : layer :=
  flat_map (fun g => map (fun h => Gate (add (weights g) (weights h)) (bias g + bias h)) B) A.

Lemma in_sums A B k : In k (sums A B) <->
  exists g h, In g A /\ In h B /\ k = Gate (add (weights g) (weights h)) (bias g + bias h).
Proof.
  unfold sums. rewrite in_flat_map. split.
  - intros (g & Hg & Hk). apply in_map_iff in Hk. destruct Hk as (h & <- & Hh). exists g, h. auto.
  - intros (g & h & Hg & Hh & ->). exists g. split; [exact Hg|]. apply in_map_iff. exists h. auto.
Qed.

Lemma reads_sums n A B : reads n A -> reads n B -> reads n (sums A B).
Proof.
  intros HA HB. apply Forall_forall. intros k Hk. apply in_sums in Hk. destruct Hk as (g & h & Hg & Hh & ->).
  simpl. apply length_add; [exact (reads_in n A g HA Hg)|exact (reads_in n B h HB Hh)].
Qed.

Lemma sums_nonempty A B : A <> [] -> B <> [] -> sums A B <> [].
Proof. destruct A, B; simpl; congruence. Qed.

Lemma top_sums n A B x : reads n A -> reads n B -> A <> [] -> B <> [] ->
  largest (affine (sums A B) x) = largest (affine A x) + largest (affine B x).
Proof.
  intros HA HB HA' HB'. apply top_unique.
  assert (Hv : forall g h, In g A -> In h B ->
    gate_value (Gate (add (weights g) (weights h)) (bias g + bias h)) x = gate_value g x + gate_value h x).
  { intros g h Hg Hh. unfold gate_value. simpl. rewrite dot_add_l; [ring|].
    rewrite (reads_in n A g), (reads_in n B h); auto. }
  destruct (top_spec A x HA') as [HA1 (g & Hg & Eg)], (top_spec B x HB') as [HB1 (h & Hh & Eh)]. split.
  - intros k Hk. apply in_sums in Hk. destruct Hk as (g' & h' & Hg' & Hh' & ->). rewrite Hv by assumption.
    specialize (HA1 g' Hg'). specialize (HB1 h' Hh'). lra.
  - eexists. split; [apply in_sums; exists g, h; auto|]. rewrite Hv by assumption. lra.
Qed.

(** ** Differences of maxima of affine functions *)

Definition difference_of_maxima (n : nat) (f : point -> R) : Prop :=
  exists A B, A <> [] /\ B <> [] /\ reads n A /\ reads n B /\
    forall x, length x = n -> f x = largest (affine A x) - largest (affine B x).

Lemma difference_gate n g : length (weights g) = n -> difference_of_maxima n (gate_value g).
Proof.
  intros H. exists [g], [Gate (origin n) 0].
  repeat split; try discriminate; try (repeat constructor; simpl; auto using length_origin).
  intros x _. simpl. unfold gate_value. simpl. rewrite dot_origin_l. ring.
Qed.

Lemma difference_max n f g : difference_of_maxima n f -> difference_of_maxima n g ->
  difference_of_maxima n (fun x => Rmax (f x) (g x)).
Proof.
  intros (A & B & HA & HB & HrA & HrB & Hf) (C & D & HC & HD & HrC & HrD & Hg).
  exists (sums A D ++ sums C B), (sums B D). repeat split.
  - intros E. apply app_eq_nil in E. exact (sums_nonempty A D HA HD (proj1 E)).
  - apply sums_nonempty; assumption.
  - apply reads_app; apply reads_sums; assumption.
  - apply reads_sums; assumption.
  - intros x Hx. rewrite top_app, !(top_sums n), (Hf x Hx), (Hg x Hx); auto using sums_nonempty.
    unfold Rmax. repeat destruct (Rle_dec _ _); lra.
Qed.

Lemma difference_min n f g : difference_of_maxima n f -> difference_of_maxima n g ->
  difference_of_maxima n (fun x => Rmin (f x) (g x)).
Proof.
  intros (A & B & HA & HB & HrA & HrB & Hf) (C & D & HC & HD & HrC & HrD & Hg).
  exists (sums A C), (sums A D ++ sums C B). repeat split.
  - apply sums_nonempty; assumption.
  - intros E. apply app_eq_nil in E. exact (sums_nonempty A D HA HD (proj1 E)).
  - apply reads_sums; assumption.
  - apply reads_app; apply reads_sums; assumption.
  - intros x Hx. rewrite top_app, !(top_sums n), (Hf x Hx), (Hg x Hx); auto using sums_nonempty.
    unfold Rmax, Rmin. repeat destruct (Rle_dec _ _); lra.
Qed.

Lemma difference_least n S : S <> [] -> reads n S ->
  exists m, difference_of_maxima n m /\ forall x,
    (forall g, In g S -> m x <= gate_value g x) /\ exists g, In g S /\ gate_value g x = m x.
Proof.
  induction S as [|g S IH]; intros H Hr; [congruence|]. inversion Hr as [|g' S' Hg HS]; subst g' S'.
  destruct S as [|h S].
  - exists (gate_value g). split; [exact (difference_gate n g Hg)|]. intros x. split.
    + intros g' [<-|[]]. apply Rle_refl.
    + exists g. simpl. auto.
  - destruct (IH ltac:(discriminate) HS) as (m & Hm & Hm').
    exists (fun x => Rmin (gate_value g x) (m x)). split.
    { exact (difference_min n _ _ (difference_gate n g Hg) Hm). }
    intros x. destruct (Hm' x) as [H1 (g' & Hg' & E)]. split.
    + intros g'' [<-|Hg'']; [apply Rmin_l|]. eapply Rle_trans; [apply Rmin_r|apply H1, Hg''].
    + unfold Rmin. destruct (Rle_dec _ _); [exists g|exists g']; split; simpl in *; auto.
Qed.

(** The maximum of minima. *)
Lemma difference_lattice n L : L <> [] -> (forall S, In S L -> S <> [] /\ reads n S) ->
  exists h, difference_of_maxima n h /\ forall x,
    (forall S, In S L -> exists g, In g S /\ gate_value g x <= h x) /\
    exists S, In S L /\ forall g, In g S -> h x <= gate_value g x.
Proof.
  induction L as [|S L IH]; intros H HL; [congruence|].
  destruct (HL S (or_introl eq_refl)) as [HS HrS]. destruct (difference_least n S HS HrS) as (m & Hm & Hm').
  destruct L as [|S' L].
  - exists m. split; [exact Hm|]. intros x. destruct (Hm' x) as [H1 (g & Hg & E)]. split.
    + intros S' [<-|[]]. exists g. split; [exact Hg|lra].
    + exists S. simpl. auto.
  - destruct IH as (h & Hh & Hh'); [discriminate|intros S'' HS''; apply HL; right; exact HS''|].
    exists (fun x => Rmax (m x) (h x)). split; [exact (difference_max n m h Hm Hh)|].
    intros x. destruct (Hm' x) as [H1 (g & Hg & E)], (Hh' x) as [H2 (S'' & HS'' & H3)]. split.
    + intros S0 [<-|HS0].
      * exists g. split; [exact Hg|]. rewrite E. apply Rmax_l.
      * destruct (H2 S0 HS0) as (g' & Hg' & Hle). exists g'. split; [exact Hg'|].
        eapply Rle_trans; [exact Hle|apply Rmax_r].
    + unfold Rmax. destruct (Rle_dec (m x) (h x)); [exists S''|exists S]; split; simpl in *; auto.
Qed.

(** ** Closed sets on the line *)

Definition closed_line (I : R -> Prop) : Prop :=
  forall t, ~ I t -> exists eps, 0 < eps /\ forall u, Rabs (u - t) < eps -> ~ I u.

Lemma first_point I s e : closed_line I -> I e -> s <= e ->
  exists l, s <= l <= e /\ I l /\ forall t, s <= t < l -> ~ I t.
Proof.
  intros HI He Hse. set (E := fun u => I (- u) /\ s <= - u <= e).
  destruct (completeness E) as (m & Hub & Hlub).
  - exists (- s). intros u [_ Hu]. lra.
  - exists (- e). unfold E. rewrite Ropp_involutive. split; [exact He|lra].
  - assert (Hm1 : - e <= m) by (apply Hub; unfold E; rewrite Ropp_involutive; split; [exact He|lra]).
    assert (Hm2 : m <= - s) by (apply Hlub; intros u [_ Hu]; lra).
    exists (- m). split; [lra|]. split.
    + apply NNPP. intros Hn. destruct (HI _ Hn) as (eps & Heps & Hout).
      enough (m <= m - eps) by lra. apply Hlub. intros u Hu. pose proof (Hub u Hu) as Hum. destruct Hu as [Hu _].
      apply Rnot_lt_le. intros Hlt. apply (Hout (- u)); [|exact Hu]. rewrite Rabs_right; lra.
    + intros t Ht HIt. enough (- t <= m) by lra. apply Hub. unfold E. rewrite Ropp_involutive. split; [exact HIt|lra].
Qed.

(** Finitely many closed sets that cover [s, l) reach l. *)
Lemma covered_end (sets : list ((R -> Prop) * (R -> R))) s l : s < l ->
  (forall I g, In (I, g) sets -> closed_line I) ->
  (forall t, s <= t < l -> exists I g, In (I, g) sets /\ I t) ->
  exists I g, In (I, g) sets /\ I l.
Proof.
  intros Hsl Hclosed Hcover.
  assert (H : (exists I g, In (I, g) sets /\ I l) \/
    exists eps, 0 < eps /\ forall I g u, In (I, g) sets -> Rabs (u - l) < eps -> ~ I u).
  { clear Hcover. induction sets as [|[I g] sets IH].
    - right. exists 1. split; [lra|]. intros I g u [].
    - destruct (classic (I l)) as [HI|HI]; [left; exists I, g; simpl; auto|].
      destruct (Hclosed I g (or_introl eq_refl) l HI) as (eps & Heps & Hout).
      destruct IH as [(I' & g' & Hin & HI')|(eps' & Heps' & Hout')].
      + intros I' g' Hin. apply (Hclosed I' g'). right. exact Hin.
      + left. exists I', g'. simpl. auto.
      + right. exists (Rmin eps eps'). split; [apply Rmin_pos; assumption|].
        intros I' g' u [E|Hin] Hu.
        * injection E as <- <-. apply Hout. eapply Rlt_le_trans; [exact Hu|apply Rmin_l].
        * apply (Hout' I' g' u Hin). eapply Rlt_le_trans; [exact Hu|apply Rmin_r]. }
  destruct H as [H|(eps & Heps & Hout)]; [exact H|exfalso].
  set (u := Rmax s (l - eps / 2)).
  assert (Hu : s <= u < l /\ Rabs (u - l) < eps).
  { unfold u, Rmax. destruct (Rle_dec _ _); (split; [lra|]); rewrite Rabs_left; lra. }
  destruct (Hcover u (proj1 Hu)) as (I & g & Hin & HI). exact (Hout I g u Hin (proj2 Hu) HI).
Qed.

Definition line (g : R -> R) : Prop := exists a b, forall t, g t = a * t + b.

(** If f agrees with an affine function on each of finitely many closed sets that cover [s, e], then one of these
    functions is at most f at s and at least f at e. *)
Lemma along_segment (f : R -> R) s : forall k (pieces : list ((R -> Prop) * (R -> R))) e,
  length pieces = k -> s <= e ->
  (forall I g, In (I, g) pieces -> closed_line I /\ line g /\ forall t, s <= t <= e -> I t -> f t = g t) ->
  (forall t, s <= t <= e -> exists I g, In (I, g) pieces /\ I t) ->
  exists I g, In (I, g) pieces /\ g s <= f s /\ f e <= g e.
Proof.
  induction k as [|k IH]; intros pieces e Hk Hse Hp Hcover.
  - destruct (Hcover e ltac:(lra)) as (I & g & Hin & _). apply length_zero_iff_nil in Hk. subst. destruct Hin.
  - destruct (Hcover e ltac:(lra)) as (I & g & Hin & HI).
    destruct (Hp I g Hin) as (Hcl & Hg & Hfg).
    destruct (first_point I s e Hcl HI Hse) as (l & Hl & HIl & Hbefore).
    destruct (Req_dec l s) as [->|Hls].
    + exists I, g. split; [exact Hin|]. rewrite (Hfg s), (Hfg e) by (assumption || lra). lra.
    + destruct (in_split _ _ Hin) as (before & behind & E).
      assert (Hrest : forall J h, In (J, h) (before ++ behind) -> In (J, h) pieces).
      { intros J h H. rewrite E. apply in_app_iff in H. apply in_app_iff. simpl. tauto. }
      assert (Hother : forall t, s <= t < l -> exists J h, In (J, h) (before ++ behind) /\ J t).
      { intros t Ht. destruct (Hcover t ltac:(lra)) as (J & h & HJ & HJt). exists J, h. split; [|exact HJt].
        rewrite E in HJ. apply in_app_iff in HJ. apply in_app_iff. destruct HJ as [HJ|[HJ|HJ]]; auto.
        injection HJ as <- <-. exfalso. exact (Hbefore t Ht HJt). }
      destruct (IH (before ++ behind) l) as (J & h & HJ & Hs & Hend).
      * rewrite E, app_length in Hk. rewrite app_length. simpl in Hk. lia.
      * lra.
      * intros J h H. destruct (Hp J h (Hrest J h H)) as (H1 & H2 & H3). split; [exact H1|]. split; [exact H2|].
        intros t Ht. apply H3. lra.
      * intros t Ht. destruct (Rle_lt_or_eq_dec t l (proj2 Ht)) as [Hlt| ->]; [apply Hother; lra|].
        apply (covered_end _ s l); [lra| |exact Hother].
        intros J h H. exact (proj1 (Hp J h (Hrest J h H))).
      * pose proof (Hfg l ltac:(lra) HIl) as Hfl. pose proof (Hfg e ltac:(lra) HI) as Hfe.
        destruct (Rle_lt_dec (g s) (f s)) as [Hgs|Hgs]; [exists I, g; split; [exact Hin|lra]|].
        exists J, h. split; [exact (Hrest J h HJ)|]. split; [exact Hs|].
        destruct (Hp J h (Hrest J h HJ)) as (_ & (a & b & Hh) & _). destruct Hg as (a' & b' & Hg').
        rewrite Hh in Hs, Hend. rewrite Hh. rewrite Hg' in Hfl, Hfe, Hgs.
        assert (Hslope : a' <= a) by nra. nra.
Qed.

(** ** The components of a piecewise linear function *)

Definition path (x y : point) (t : R) : point := add x (scale t (sub y x)).

Lemma length_path n x y t : length x = n -> length y = n -> length (path x y t) = n.
Proof. intros Hx Hy. unfold path. lengths. Qed.

Lemma dot_path n a x y t : length x = n -> length y = n ->
  dot a (path x y t) = dot a (sub y x) * t + dot a x.
Proof. intros Hx Hy. unfold path. rewrite dot_add_r, dot_scale_r; [ring|]. transitivity n; [|symmetry]; lengths. Qed.

Lemma path_start n x y : length x = n -> length y = n -> path x y 0 = x.
Proof. intros Hx Hy. unfold path. coordinates n. Qed.

Lemma path_end n x y : length x = n -> length y = n -> path x y 1 = y.
Proof. intros Hx Hy. unfold path. coordinates n. Qed.

Lemma polyhedron_closed n A x y : polyhedron n A -> length x = n -> length y = n ->
  closed_line (fun t => A (path x y t)).
Proof.
  intros (faces & _ & HA) Hx Hy t Ht.
  assert (HE : Exists (fun h => ~ dot (fst h) (path x y t) <= snd h) faces).
  { apply neg_Forall_Exists_neg; [intros h; apply Rle_dec|]. intros HF. apply Ht, HA.
    split; [apply length_path; assumption|exact HF]. }
  apply Exists_exists in HE. destruct HE as (h & Hh & Hbad). apply Rnot_le_lt in Hbad.
  rewrite (dot_path n) in Hbad by assumption. set (q := dot (fst h) (sub y x)) in *. set (p := dot (fst h) x) in *.
  pose proof (Rabs_pos q) as Hq. set (gap := q * t + p - snd h).
  exists (gap / (1 + Rabs q)). split; [apply Rdiv_lt_0_compat; unfold gap; lra|].
  intros u Hu HAu. apply HA in HAu. destruct HAu as [_ HAu].
  pose proof (proj1 (Forall_forall _ _) HAu h Hh) as Hok. simpl in Hok. rewrite (dot_path n) in Hok by assumption.
  fold q p in Hok. assert (H1 : gap <= Rabs (u - t) * Rabs q).
  { rewrite <- Rabs_mult, <- Rabs_Ropp. eapply Rle_trans; [|apply Rle_abs]. unfold gap. nra. }
  assert (H2 : Rabs (u - t) * (1 + Rabs q) < gap).
  { apply (Rmult_lt_compat_r (1 + Rabs q)) in Hu; [|lra].
    replace (gap / (1 + Rabs q) * (1 + Rabs q)) with gap in Hu by (field; lra). exact Hu. }
  pose proof (Rabs_pos (u - t)). nra.
Qed.

(** The polyhedra of f, each with its affine function. *)
Lemma components n f : piecewise_linear n f ->
  exists pieces : list (region * gate),
    (forall A g, In (A, g) pieces ->
      polyhedron n A /\ length (weights g) = n /\ forall x, A x -> f x = gate_value g x) /\
    forall x, length x = n -> exists A g, In (A, g) pieces /\ A x.
Proof.
  intros (polyhedra & Hp & Hcover).
  assert (H : exists pieces : list (region * gate), map fst pieces = polyhedra /\ forall A g, In (A, g) pieces ->
    polyhedron n A /\ length (weights g) = n /\ forall x, A x -> f x = gate_value g x).
  { clear Hcover. induction Hp as [|A polyhedra [HA (a & c & Ha & Hf)] _ (pieces & <- & IH)].
    - exists []. split; [reflexivity|]. intros A g [].
    - exists ((A, Gate a c) :: pieces). split; [reflexivity|]. intros A' g [E|Hin]; [|exact (IH A' g Hin)].
      injection E as <- <-. auto. }
  destruct H as (pieces & <- & H). exists pieces. split; [exact H|].
  intros x Hx. specialize (Hcover x Hx). apply Exists_exists in Hcover. destruct Hcover as (A & HA & HAx).
  apply in_map_iff in HA. destruct HA as ([A' g] & E & Hin). simpl in E. subst A'. exists A, g. auto.
Qed.

(** Between two points, one of the affine functions is at most f at the first and at least f at the second. *)
Lemma component_between n f : piecewise_linear n f ->
  exists gs, reads n gs /\ forall x y, length x = n -> length y = n ->
    exists g, In g gs /\ gate_value g x <= f x /\ f y <= gate_value g y.
Proof.
  intros Hf. destruct (components n f Hf) as (pieces & Hp & Hcover). exists (map snd pieces). split.
  - apply Forall_map, Forall_forall. intros [A g] Hin. exact (proj1 (proj2 (Hp A g Hin))).
  - intros x y Hx Hy.
    set (on_path := fun p : region * gate => (fun t => fst p (path x y t), fun t => gate_value (snd p) (path x y t))).
    destruct (along_segment (fun t => f (path x y t)) 0 _ (map on_path pieces) 1 eq_refl) as (I & h & Hin & H0 & H1).
    + lra.
    + intros I h Hin. apply in_map_iff in Hin. destruct Hin as ([A g] & E & Hin). injection E as <- <-. simpl.
      destruct (Hp A g Hin) as (HA & Hg & Heq). split; [exact (polyhedron_closed n A x y HA Hx Hy)|]. split.
      * exists (dot (weights g) (sub y x)), (dot (weights g) x + bias g). intros t.
        unfold gate_value. rewrite (dot_path n) by assumption. ring.
      * intros t _ Ht. exact (Heq _ Ht).
    + intros t _. destruct (Hcover (path x y t)) as (A & g & Hin & HA); [apply length_path; assumption|].
      exists (fst (on_path (A, g))), (snd (on_path (A, g))). split; [|exact HA].
      rewrite <- surjective_pairing. apply in_map, Hin.
    + apply in_map_iff in Hin. destruct Hin as ([A g] & E & Hin). injection E as <- <-. simpl in H0, H1.
      rewrite (path_start n) in H0 by assumption. rewrite (path_end n) in H1 by assumption.
      exists g. split; [apply in_map_iff; exists (A, g); auto|]. auto.
Qed.

(** ** f is the maximum of the minima of those sets of its affine functions that are at least f at some point *)

Lemma choose_from {X} (P : X -> Prop) (l : list X) : exists l', forall a, In a l' <-> In a l /\ P a.
Proof.
  induction l as [|b l (l' & IH)].
  - exists []. simpl. tauto.
  - destruct (classic (P b)) as [Hb|Hb].
    + exists (b :: l'). intros a. simpl. rewrite IH. split; [intros [<-|H]; tauto|tauto].
    + exists l'. intros a. rewrite IH. simpl. split; [tauto|]. intros [[<-|H] HP]; tauto.
Qed.

Fixpoint sublists {X} (l : list X) : list (list X) :=
  match l with
  | [] => [[]]
  | a :: l' => map (cons a) (sublists l') ++ sublists l'
  end.

Lemma filter_sublist {X} (p : X -> bool) l : In (filter p l) (sublists l).
Proof.
  induction l as [|a l IH]; simpl; [auto|]. apply in_app_iff. destruct (p a); [left; apply in_map, IH|right; exact IH].
Qed.

Lemma piecewise_linear_difference n f : piecewise_linear n f -> difference_of_maxima n f.
Proof.
  intros Hf. destruct (component_between n f Hf) as (gs & Hr & Hgs).
  set (above := fun y => filter (fun g => if Rle_dec (f y) (gate_value g y) then true else false) gs).
  assert (Habove : forall y g, In g (above y) <-> In g gs /\ f y <= gate_value g y).
  { intros y g. unfold above. rewrite filter_In. destruct (Rle_dec _ _); intuition congruence. }
  destruct (choose_from (fun S => exists y, length y = n /\ S = above y) (sublists gs)) as (L & HL).
  assert (HinL : forall y, length y = n -> In (above y) L).
  { intros y Hy. apply HL. split; [apply filter_sublist|]. exists y. auto. }
  destruct (difference_lattice n L) as (h & (A & B & HA & HB & HrA & HrB & Hh) & Hlat).
  - intros E. pose proof (HinL (origin n) (length_origin n)) as H. rewrite E in H. exact H.
  - intros S HS. apply HL in HS. destruct HS as [_ (y & Hy & ->)]. split.
    + destruct (Hgs y y Hy Hy) as (g & Hg & _ & Hle). intros E. pose proof (proj2 (Habove y g) (conj Hg Hle)) as H.
      rewrite E in H. exact H.
    + apply Forall_forall. intros g Hg. apply Habove in Hg. exact (reads_in n gs g Hr (proj1 Hg)).
  - exists A, B. repeat split; try assumption. intros x Hx. rewrite <- Hh by exact Hx.
    destruct (Hlat x) as [Hall (S & HS & Hsome)]. apply Rle_antisym.
    + destruct (Hall (above x) (HinL x Hx)) as (g & Hg & Hle). apply Habove in Hg. lra.
    + apply HL in HS. destruct HS as [_ (y & Hy & ->)].
      destruct (Hgs x y Hx Hy) as (g & Hg & Hgx & Hgy).
      pose proof (Hsome g (proj2 (Habove y g) (conj Hg Hgy))). lra.
Qed.

(** ** More than n + 1 affine functions on R^n: Radon's theorem for their slopes *)

Lemma total_opp {X} (F : X -> R) l : total (map (fun a => - F a) l) = - total (map F l).
Proof. unfold total. induction l as [|a l IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma total_zero {X} (F : X -> R) l : (forall a, In a l -> 0 <= F a) -> total (map F l) <= 0 ->
  forall a, In a l -> F a = 0.
Proof.
  intros H H0 a Ha. pose proof (total_member F l a Ha H). specialize (H a Ha). lra.
Qed.

(** More vectors than linear forms: a linear dependency on which all forms vanish. *)
Lemma dependency {X} : forall n (forms : list (X -> R)) (V : list X), length forms = n -> (n < length V)%nat ->
  exists LV : list (R * X), Permutation (map snd LV) V /\ (exists p, In p LV /\ fst p <> 0) /\
    forall phi, In phi forms -> total (map (fun p => fst p * phi (snd p)) LV) = 0.
Proof.
  induction n as [|n IH]; intros forms V Hn HV.
  - apply length_zero_iff_nil in Hn. subst. exists (map (fun v => (1, v)) V). split; [|split].
    + rewrite map_map. simpl. rewrite map_id. apply Permutation_refl.
    + destruct V as [|v V]; simpl in HV; [lia|]. exists (1, v). simpl. split; [auto|lra].
    + intros phi [].
  - destruct forms as [|phi forms]; [discriminate|]. simpl in Hn.
    destruct (classic (exists v, In v V /\ phi v <> 0)) as [(v & Hv & Hphi)|Hnone].
    + destruct (in_split _ _ Hv) as (before & behind & E).
      set (reduced := fun psi : X -> R => fun u => psi u + (- (psi v / phi v)) * phi u).
      destruct (IH (map reduced forms) (before ++ behind)) as (LV & HP & (p & Hp & Hp0) & Hzero).
      * rewrite map_length. lia.
      * rewrite E, app_length in HV. rewrite app_length. simpl in HV. lia.
      * set (c := - (total (map (fun p => fst p * phi (snd p)) LV) / phi v)).
        exists ((c, v) :: LV). split; [|split].
        -- rewrite E. simpl. eapply Permutation_trans; [apply perm_skip, HP|]. apply Permutation_middle.
        -- exists p. split; [right; exact Hp|exact Hp0].
        -- intros psi [<-|Hpsi].
           ++ unfold total at 1. simpl. fold (total (map (fun p => fst p * phi (snd p)) LV)).
              unfold c. field. exact Hphi.
           ++ specialize (Hzero (reduced psi) (in_map _ _ _ Hpsi)). unfold reduced in Hzero.
              rewrite (map_ext _ (fun p => 1 * (fst p * psi (snd p)) + - (psi v / phi v) * (fst p * phi (snd p))))
                in Hzero by (intros a; ring).
              rewrite (total_combined 1 _ (fun p => fst p * psi (snd p)) (fun p => fst p * phi (snd p))), Rmult_1_l
                in Hzero.
              unfold total at 1. simpl. fold (total (map (fun p => fst p * psi (snd p)) LV)).
              transitivity (total (map (fun p => fst p * psi (snd p)) LV) +
                - (psi v / phi v) * total (map (fun p => fst p * phi (snd p)) LV)); [|exact Hzero].
              unfold c. field. exact Hphi.
    + destruct (IH forms V) as (LV & HP & Hp & Hzero); [lia|lia|]. exists LV. split; [exact HP|]. split; [exact Hp|].
      intros psi [<-|Hpsi]; [|exact (Hzero psi Hpsi)].
      assert (Hall : forall p, In p LV -> phi (snd p) = 0).
      { intros p Hin. apply NNPP. intros Hn0. apply Hnone. exists (snd p). split; [|exact Hn0].
        exact (Permutation_in _ HP (in_map snd _ _ Hin)). }
      clear - Hall. unfold total. induction LV as [|p LV IHL]; simpl; [reflexivity|].
      rewrite IHL, (Hall p) by (simpl; auto || (intros q Hq; apply Hall; right; exact Hq)). ring.
Qed.

(** Weights with the sum 0 whose combination of the slopes is 0: the combination of the functions is constant. *)
Lemma constant_combination n A : reads n A -> (n + 1 < length A)%nat ->
  exists (LV : list (R * gate)) c, Permutation (map snd LV) A /\ (exists p, In p LV /\ fst p <> 0) /\
    total (map fst LV) = 0 /\ forall x, total (map (fun p => fst p * gate_value (snd p) x) LV) = c.
Proof.
  intros Hr HA.
  set (forms := (fun _ : gate => 1) :: map (fun i g => nth i (weights g) 0) (seq 0 n)).
  destruct (dependency (S n) forms A) as (LV & HP & Hp & Hzero).
  - unfold forms. simpl. rewrite map_length, seq_length. reflexivity.
  - lia.
  - exists LV, (total (map (fun p => fst p * bias (snd p)) LV)). split; [exact HP|]. split; [exact Hp|]. split.
    + rewrite <- (Hzero (fun _ => 1)) by (simpl; auto). f_equal. apply map_ext. intros p. ring.
    + intros x.
      assert (HrL : forall p, In p LV -> length (weights (snd p)) = n).
      { intros p Hin. apply (reads_in n A _ Hr). exact (Permutation_in _ HP (in_map snd _ _ Hin)). }
      set (comb := fold_right (fun p acc => add (scale (fst p) (weights (snd p))) acc) (origin n)).
      assert (Hl : forall l, (forall p, In p l -> length (weights (snd p)) = n) -> length (comb l) = n /\
        (forall i, nth i (comb l) 0 = total (map (fun p => fst p * nth i (weights (snd p)) 0) l)) /\
        dot (comb l) x = total (map (fun p => fst p * dot (weights (snd p)) x) l)).
      { induction l as [|p l IH]; intros H; simpl.
        - rewrite length_origin, dot_origin_l. split; [|split]; try reflexivity. intros i. apply nth_origin.
        - destruct IH as (H1 & H2 & H3); [intros q Hq; apply H; right; exact Hq|].
          pose proof (H p (or_introl eq_refl)) as Hw.
          assert (Hs : length (scale (fst p) (weights (snd p))) = n) by (apply length_scale, Hw). repeat split.
          + apply length_add; assumption.
          + intros i. rewrite nth_add, nth_scale, H2 by congruence. reflexivity.
          + rewrite dot_add_l, dot_scale_l, H3 by congruence. reflexivity. }
      destruct (Hl LV HrL) as (H1 & H2 & H3).
      assert (H0 : comb LV = origin n).
      { apply (points_equal n); [exact H1|apply length_origin|]. intros i Hi. rewrite nth_origin, H2.
        apply (Hzero (fun g => nth i (weights g) 0)). right.
        apply (in_map (fun i g => nth i (weights g) 0)). apply in_seq. lia. }
      rewrite H0, dot_origin_l in H3. unfold gate_value.
      rewrite (map_ext _ (fun p => 1 * (fst p * dot (weights (snd p)) x) + 1 * (fst p * bias (snd p))))
        by (intros p; ring).
      rewrite (total_combined 1 1 (fun p => fst p * dot (weights (snd p)) x) (fun p => fst p * bias (snd p))), <- H3.
      ring.
Qed.

Lemma permuted_filter {X} (p : X -> bool) l : Permutation l (filter p l ++ filter (fun a => negb (p a)) l).
Proof.
  induction l as [|a l IH]; simpl; [apply perm_nil|]. destruct (p a); simpl; [apply perm_skip, IH|].
  apply Permutation_cons_app, IH.
Qed.

(** Some of the functions have a maximum that everywhere is at least one of the others. *)
Lemma radon n A : reads n A -> (n + 1 < length A)%nat ->
  exists Q J, Permutation A (Q ++ J) /\ Q <> [] /\
    forall x, exists h, In h J /\ gate_value h x <= largest (affine Q x).
Proof.
  intros Hr HA.
  assert (H : exists (LV : list (R * gate)) c, 0 <= c /\ Permutation (map snd LV) A /\
    (exists p, In p LV /\ fst p <> 0) /\ total (map fst LV) = 0 /\
    forall x, total (map (fun p => fst p * gate_value (snd p) x) LV) = c).
  { destruct (constant_combination n A Hr HA) as (LV & c & HP & (p & Hp & Hp0) & H0 & Hc).
    destruct (Rle_lt_dec 0 c) as [Hpos|Hneg].
    { exists LV, c. split; [exact Hpos|]. split; [exact HP|]. split; [exists p; auto|]. auto. }
    exists (map (fun q => (- fst q, snd q)) LV), (- c). split; [lra|].
    split; [rewrite map_map; exact HP|]. split; [|split].
    - exists (- fst p, snd p). split; [apply in_map_iff; exists p; auto|simpl; lra].
    - rewrite map_map. simpl. rewrite (total_opp fst), H0. ring.
    - intros x. rewrite map_map. simpl. rewrite <- (Hc x), <- (total_opp (fun p => fst p * gate_value (snd p) x)).
      f_equal. apply map_ext. intros q. ring. }
  clear HA. destruct H as (LV & c & Hc0 & HP & (p0 & Hp0 & Hne) & H0 & Hc).
  set (up := fun p : R * gate => if Rle_dec 0 (fst p) then true else false).
  assert (Hup : forall p, up p = true <-> 0 <= fst p).
  { intros p. unfold up. destruct (Rle_dec 0 (fst p)); intuition congruence. }
  exists (map snd (filter up LV)), (map snd (filter (fun p => negb (up p)) LV)).
  assert (Hsome : exists p, In p LV /\ 0 < fst p).
  { apply NNPP. intros Hno. apply Hne.
    enough (- fst p0 = 0) by lra. apply (total_zero (fun p => - fst p) LV); [| |exact Hp0].
    - intros p Hp. apply Rnot_lt_le. intros Hlt. apply Hno. exists p. split; [exact Hp|lra].
    - rewrite (total_opp fst), H0. lra. }
  assert (Hother : exists p, In p LV /\ fst p < 0).
  { apply NNPP. intros Hno. apply Hne. apply (total_zero fst LV); [|lra|exact Hp0].
    intros p Hp. apply Rnot_lt_le. intros Hlt. apply Hno. exists p. auto. }
  split; [|split].
  - eapply Permutation_trans; [apply Permutation_sym, HP|]. rewrite <- map_app. apply Permutation_map, permuted_filter.
  - destruct Hsome as (p & Hp & Hpos). intros E. apply map_eq_nil in E.
    assert (Hin : In p (filter up LV)) by (apply filter_In; split; [exact Hp|apply Hup; lra]).
    rewrite E in Hin. exact Hin.
  - intros x. set (mu := largest (affine (map snd (filter up LV)) x)).
    apply NNPP. intros Hno.
    assert (Hlow : forall p, In p LV -> 0 <= fst p -> gate_value (snd p) x <= mu).
    { intros p Hp Hpos. assert (Hin : In (snd p) (map snd (filter up LV))).
      { apply in_map, filter_In. split; [exact Hp|]. apply Hup, Hpos. }
      destruct (top_spec (map snd (filter up LV)) x) as [H1 _]; [intros E; rewrite E in Hin; exact Hin|].
      exact (H1 _ Hin). }
    assert (Hhigh : forall p, In p LV -> fst p < 0 -> mu < gate_value (snd p) x).
    { intros p Hp Hneg. apply Rnot_le_lt. intros Hle. apply Hno. exists (snd p). split; [|exact Hle].
      apply in_map, filter_In. split; [exact Hp|]. destruct (up p) eqn:E; [|reflexivity]. apply Hup in E. lra. }
    set (F := fun p : R * gate => - (fst p * gate_value (snd p) x) + mu * fst p).
    assert (HF : forall p, In p LV -> 0 <= F p).
    { intros p Hp. unfold F. destruct (Rle_lt_dec 0 (fst p)) as [Hpos|Hneg].
      - specialize (Hlow p Hp Hpos). nra.
      - specialize (Hhigh p Hp Hneg). nra. }
    destruct Hother as (p & Hp & Hneg).
    assert (HF0 : F p = 0).
    { apply (total_zero F LV HF); [|exact Hp]. unfold F.
      rewrite (total_ext _ (fun p => -1 * (fst p * gate_value (snd p) x) + mu * fst p)) by (intros; ring).
      rewrite (total_combined (-1) mu (fun p => fst p * gate_value (snd p) x) fst), H0, Hc. lra. }
    specialize (Hhigh p Hp Hneg). unfold F in HF0. nra.
Qed.

(** ** Signed sums of maxima *)

Lemma signed_sum_app T U x : signed_sum (T ++ U) x = signed_sum T x + signed_sum U x.
Proof. unfold signed_sum. rewrite map_app. apply total_app. Qed.

Definition times (s : R) (terms : list (R * layer)) : list (R * layer) := map (fun t => (s * fst t, snd t)) terms.

Lemma signed_sum_times s T x : signed_sum (times s T) x = s * signed_sum T x.
Proof.
  unfold signed_sum, times, total. induction T as [|t T IH]; simpl; [ring|]. rewrite IH. ring.
Qed.

Lemma signed_maxima_times n k s T : s = 1 \/ s = -1 -> signed_maxima n k T -> signed_maxima n k (times s T).
Proof.
  intros Hs HT. apply Forall_map. eapply Forall_impl; [|exact HT]. simpl. intros [e A] (He & HA). split; [|exact HA].
  simpl in *. destruct Hs as [-> | ->], He as [-> | ->]; lra.
Qed.

Lemma signed_maxima_app n k T U : signed_maxima n k T -> signed_maxima n k U -> signed_maxima n k (T ++ U).
Proof. intros HT HU. apply Forall_app. auto. Qed.

(** The sum of (-1)^|S| times the maximum of Q and S, over the parts S of J. *)
Fixpoint alternating (Q J : layer) (x : point) : R :=
  match J with
  | [] => largest (affine Q x)
  | h :: J' => alternating Q J' x - alternating (h :: Q) J' x
  end.

Lemma alternating_same Q Q' J x : Q <> [] -> Q' <> [] -> largest (affine Q x) = largest (affine Q' x) ->
  alternating Q J x = alternating Q' J x.
Proof.
  revert Q Q'; induction J as [|h J IH]; intros Q Q' HQ HQ' H; simpl; [exact H|].
  rewrite (IH Q Q'), (IH (h :: Q) (h :: Q')); try discriminate; try assumption; [reflexivity|].
  rewrite !top_cons by assumption. congruence.
Qed.

(** It is 0 where a function of J is at most the maximum of Q: adding that function or not makes pairs. *)
Lemma alternating_zero Q J x : Q <> [] -> (exists h, In h J /\ gate_value h x <= largest (affine Q x)) ->
  alternating Q J x = 0.
Proof.
  revert Q; induction J as [|j J IH]; intros Q HQ (h & Hh & Hle); [destruct Hh|]. simpl. destruct Hh as [<-|Hh].
  - rewrite (alternating_same Q (j :: Q)); try discriminate; try assumption; [ring|].
    rewrite top_cons, Rmax_right by assumption. reflexivity.
  - rewrite (IH Q), (IH (j :: Q)); try discriminate; try assumption; [ring| |].
    + exists h. split; [exact Hh|]. rewrite top_cons by exact HQ. eapply Rle_trans; [exact Hle|apply Rmax_r].
    + exists h. auto.
Qed.

Lemma alternating_terms n J : forall Q, Q <> [] -> reads n Q -> reads n J ->
  exists T s F, (s = 1 \/ s = -1) /\ signed_maxima n (length Q + length J - 1) T /\ Permutation F (Q ++ J) /\
    forall x, alternating Q J x = signed_sum T x + s * largest (affine F x).
Proof.
  induction J as [|h J IH]; intros Q HQ HrQ HrJ.
  - exists [], 1, Q. rewrite app_nil_r. repeat split; auto; [constructor|].
    intros x. unfold signed_sum. simpl. ring.
  - inversion HrJ as [|h' J' Hh HJ]; subst h' J'.
    assert (Hlen : (1 <= length Q)%nat) by (destruct Q; [congruence|simpl; lia]).
    destruct (IH Q HQ HrQ HJ) as (T & s & F & Hs & HT & HF & H1).
    destruct (IH (h :: Q)) as (U & e & G & He & HU & HG & H2); [discriminate|constructor; assumption|exact HJ|].
    exists (T ++ [(s, F)] ++ times (-1) U), (- e), G. split; [lra|]. split; [|split].
    + apply signed_maxima_app; [|apply signed_maxima_app].
      * eapply signed_maxima_more; [|exact HT]. simpl. lia.
      * constructor; [|constructor]. simpl. split; [exact Hs|]. split.
        -- apply (Permutation_Forall (Permutation_sym HF)). apply reads_app; assumption.
        -- rewrite (Permutation_length HF), app_length. lia.
      * apply signed_maxima_times; [lra|]. eapply signed_maxima_more; [|exact HU]. simpl. lia.
    + eapply Permutation_trans; [exact HG|]. simpl. apply Permutation_middle.
    + intros x. simpl alternating. rewrite H1, H2, !signed_sum_app, signed_sum_times.
      unfold signed_sum at 4. unfold total. simpl. ring.
Qed.

(** A maximum of affine functions on R^n is a signed sum of maxima of at most n + 1 of them. *)
Lemma few n : forall k A, A <> [] -> reads n A -> (length A <= n + 1 + k)%nat ->
  exists T, signed_maxima n (n + 1) T /\ forall x, largest (affine A x) = signed_sum T x.
Proof.
  induction k as [|k IH]; intros A HA Hr Hk.
  - exists [(1, A)]. split.
    + constructor; [|constructor]. simpl. split; [auto|]. split; [exact Hr|]. destruct A; [congruence|simpl in *; lia].
    + intros x. unfold signed_sum, total. simpl. ring.
  - destruct (Nat.le_gt_cases (length A) (n + 1 + k)) as [Hle|Hgt]; [exact (IH A HA Hr Hle)|].
    destruct (radon n A Hr ltac:(lia)) as (Q & J & HP & HQ & Hless).
    pose proof (Permutation_Forall HP Hr) as HrQJ. apply Forall_app in HrQJ. destruct HrQJ as [HrQ HrJ].
    destruct (alternating_terms n J Q HQ HrQ HrJ) as (T & s & F & Hs & HT & HF & Heq).
    assert (HAF : Permutation A F) by (eapply Permutation_trans; [exact HP|apply Permutation_sym, HF]).
    assert (Hlen : (length Q + length J - 1 <= n + 1 + k)%nat).
    { rewrite <- app_length, <- (Permutation_length HP). lia. }
    assert (Hall : forall U, signed_maxima n (n + 1 + k) U ->
      exists U', signed_maxima n (n + 1) U' /\ forall x, signed_sum U x = signed_sum U' x).
    { induction 1 as [|[e B] U (He & HB & HlB) _ (U' & HU' & HUeq)]; simpl in *.
      - exists []. split; [constructor|reflexivity].
      - destruct (IH B) as (V & HV & HVeq); [destruct B; [simpl in HlB; lia|discriminate]|exact HB|lia|].
        exists (times e V ++ U'). split; [apply signed_maxima_app; [apply signed_maxima_times|]; assumption|].
        intros x. rewrite signed_sum_app, signed_sum_times, <- HUeq, <- HVeq. reflexivity. }
    destruct (Hall T (signed_maxima_more _ _ _ _ Hlen HT)) as (U & HU & HUeq).
    exists (times (- s) U). split; [apply signed_maxima_times; [lra|exact HU]|].
    intros x. rewrite signed_sum_times, (top_permuted A F x HA HAF), <- HUeq.
    pose proof (alternating_zero Q J x HQ (Hless x)) as H0. rewrite Heq in H0.
    destruct Hs as [-> | ->]; lra.
Qed.

(** Every piecewise linear function on R^n is a sum of terms s * max (l_1, ..., l_a) with signs s = 1 or s = -1, affine
    functions l_1, ..., l_a and 1 <= a <= n + 1. *)
Theorem equation_2_1_printed :
  forall (n : nat) (f : point -> R), (1 <= n)%nat -> piecewise_linear n f ->
    exists terms : list (R * layer), terms <> [] /\
      Forall (fun t => (fst t = 1 \/ fst t = -1) /\ reads n (snd t) /\ (1 <= length (snd t) <= n + 1)%nat) terms /\
      forall x, length x = n -> f x = total (map (fun t => fst t * largest (affine (snd t) x)) terms).
Proof.
  intros n f _ Hf. destruct (piecewise_linear_difference n f Hf) as (A & B & HA & HB & HrA & HrB & Heq).
  destruct (few n (length A) A HA HrA ltac:(lia)) as (T & HT & HTeq).
  destruct (few n (length B) B HB HrB ltac:(lia)) as (U & HU & HUeq).
  set (zero := (1, [Gate (origin n) 0]) : R * layer).
  exists (zero :: T ++ times (-1) U). split; [discriminate|]. split.
  - constructor.
    + simpl. split; [auto|]. split; [|lia]. constructor; [apply length_origin|constructor].
    + apply signed_maxima_app; [exact HT|]. apply signed_maxima_times; [lra|exact HU].
  - intros x Hx. rewrite (Heq x Hx), HTeq, HUeq. change (signed_sum T x - signed_sum U x =
      1 * (dot (origin n) x + 0) + signed_sum (T ++ times (-1) U) x).
    rewrite signed_sum_app, signed_sum_times, dot_origin_l. ring.
Qed.
