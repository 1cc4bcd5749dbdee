(** The pieces of F o gamma, where gamma is the support function of a zonotope and F runs up and down between 0 and M:
    the sets where one vertex is the highest and its height lies inside one lap of F, and, where F is 0 beyond M, what
    lies beyond; and how many pieces there are. *)

From Coq Require Import Reals List Arith Lra Lia Classical FinFun.
From Marginalia.formal Require Import lists_facts vectors zonotope space_pieces vectors_facts piecewise_facts.
From Marginalia.formal Require Import sawtooth_facts moment_curve_facts zonotope_facts space_pieces_facts.
From Marginalia.formal Require Import support_pieces_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Open sets *)

Lemma open_below n a c : length a = n -> open_set n (fun x => length x = n /\ dot a x < c).
Proof.
  intros La. eapply open_same; [|apply (open_above n (scale (-1) a) (- c)); lengths].
  intros x. simpl. rewrite dot_scale_l. intuition lra.
Qed.

Lemma open_some {I : Type} n (l : list I) (A : I -> region) :
  (forall i, In i l -> open_set n (A i)) -> open_set n (fun x => exists i, In i l /\ A i x).
Proof.
  intros H. split.
  - intros x (i & Hi & Ax). now apply (H i Hi).
  - intros x (i & Hi & Ax). destruct (proj2 (H i Hi) x Ax) as (d & Hd & D). exists d. split; [exact Hd|].
    intros y Ly N. exists i. auto.
Qed.

Lemma open_all {I : Type} n (l : list I) (A : I -> region) :
  (forall i, In i l -> open_set n (A i)) -> open_set n (fun x => length x = n /\ forall i, In i l -> A i x).
Proof.
  induction l as [|i l IH]; intros H.
  - eapply open_same; [|apply (open_whole n)]. simpl. intuition.
  - eapply open_same.
    2: { apply (open_and n (A i) (fun x => length x = n /\ forall j, In j l -> A j x)); [apply H; now left|].
         apply IH. intros j Hj. apply H. now right. }
    intros x. simpl. split.
    + intros (Ax & Lx & R). split; [exact Lx|]. intros j [<- | Hj]; auto.
    + intros (Lx & R). auto.
Qed.

(** Disjoint non-empty open connected sets on which f is affine are its pieces, if they contain each point near which f
    is affine. *)
Lemma pieces_are {I : Type} n f (idx : list I) (Q : I -> region) :
  NoDup idx ->
  (forall i, In i idx -> (exists x, Q i x) /\ open_set n (Q i) /\ connected n (Q i) /\ affine_on n f (Q i)) ->
  (forall i j x, In i idx -> In j idx -> Q i x -> Q j x -> i = j) ->
  (forall B x, open_set n B -> affine_on n f B -> B x -> exists i, In i idx /\ Q i x) ->
  has_pieces_in_space n f (length idx).
Proof.
  intros D H Apart Cover.
  assert (Inside : forall B x, open_set n B -> connected n B -> affine_on n f B -> B x ->
    exists i, In i idx /\ forall y, B y -> Q i y).
  { intros B x O C A Bx. destruct (Cover B x O A Bx) as (i & Hi & Qx). exists i. split; [exact Hi|].
    destruct (C (fun y => B y /\ Q i y) (fun y => B y /\ exists j, In j idx /\ (j <> i /\ Q j y))) as [N | N].
    - apply open_and; [exact O | apply H, Hi].
    - apply open_and; [exact O|]. apply open_some. intros j Hj. split; [intros y [_ Qy]; now apply (H j Hj)|].
      intros y [Nj Qy]. destruct (proj2 (proj1 (proj2 (H j Hj))) y Qy) as (d & Hd & Dy). exists d. auto.
    - intros y. split; [|tauto]. intros By. destruct (Cover B y O A By) as (j & Hj & Qy).
      destruct (classic (j = i)) as [-> | Nj]; [left; auto | right; eauto].
    - intros y [[_ Qi] [_ (j & Hj & Nj & Qj)]]. apply Nj. now apply (Apart j i y).
    - exfalso. apply (N x). auto.
    - intros y By. destruct (Cover B y O A By) as (j & Hj & Qy).
      destruct (classic (j = i)) as [-> | Nj]; [exact Qy|]. exfalso. apply (N y). eauto. }
  destruct idx as [|i0 idx0] eqn:Eidx.
  - exists (fun _ _ => False). split; [simpl; lia | split; [simpl; lia|]].
    intros A ((x & Ax) & O & C & Aff & _). destruct (Inside A x O C Aff Ax) as (i & [] & _).
  - rewrite <- Eidx in *. exists (fun q => Q (nth q idx i0)). split; [|split].
    + intros q Hq. assert (Hi : In (nth q idx i0) idx) by now apply nth_In.
      destruct (H _ Hi) as ((x & Qx) & O & C & A). split; [now exists x|]. split; [exact O|]. split; [exact C|].
      split; [exact A|]. intros B OB CB AB Sub y By. destruct (Inside B y OB CB AB By) as (j & Hj & In_j).
      replace (nth q idx i0) with j; [auto|]. symmetry. apply (Apart _ _ x Hi Hj Qx). auto.
    + intros q r [Hqr Hr] E. assert (Hi : In (nth q idx i0) idx) by (apply nth_In; lia).
      assert (Hj : In (nth r idx i0) idx) by (apply nth_In; lia). destruct (H _ Hi) as ((x & Qx) & _).
      assert (F : q = r); [|lia]. apply (proj1 (NoDup_nth idx i0) D); try lia.
      apply (Apart _ _ x Hi Hj Qx). now apply E.
    + intros A ((x & Ax) & O & C & Aff & Max). destruct (Inside A x O C Aff Ax) as (i & Hi & Sub).
      destruct (In_nth idx i i0 Hi) as (q & Hq & <-). exists q. split; [exact Hq|]. intros y. split; [apply Sub|].
      revert y. destruct (H _ Hi) as (_ & OQ & CQ & AQ). now apply Max.
Qed.

(** The number of pieces is unique, *)
Lemma pieces_not_more n f N N' : has_pieces_in_space n f N -> has_pieces_in_space n f N' -> (N <= N')%nat.
Proof.
  intros (P & piece & different & _) (P' & _ & _ & all').
  destruct (finite_choice N (fun i j => (j < N')%nat /\ forall x, P i x <-> P' j x) 0%nat) as [q Hq].
  { intros i Hi. destruct (all' _ (piece i Hi)) as (j & Hj & E). exists j. auto. }
  assert (D : NoDup (map q (seq 0 N))).
  { apply (NoDup_nth (map q (seq 0 N)) 0%nat). rewrite map_length, seq_length. intros i j Hi Hj E.
    rewrite !nth_listed in E by assumption. destruct (Hq i Hi) as [_ Ei], (Hq j Hj) as [_ Ej]. rewrite E in Ei.
    destruct (lt_eq_lt_dec i j) as [[Lt | Eq] | Gt]; [exfalso | exact Eq | exfalso].
    - apply (different i j); [lia|]. intros x. now rewrite Ei, Ej.
    - apply (different j i); [lia|]. intros x. now rewrite Ei, Ej. }
  apply NoDup_incl_length with (l' := seq 0 N') in D; [now rewrite map_length, !seq_length in D|].
  intros j Hj. apply in_map_iff in Hj as (i & <- & Hi). apply in_seq in Hi. apply in_seq.
  destruct (Hq i ltac:(lia)). lia.
Qed.

Lemma pieces_in_space_unique n f N N' : has_pieces_in_space n f N -> has_pieces_in_space n f N' -> N = N'.
Proof. intros H H'. apply Nat.le_antisymm; eapply pieces_not_more; eassumption. Qed.

(** and it is that of every function that agrees on R^n. *)
Lemma pieces_same n f f' N :
  (forall r, length r = n -> f r = f' r) -> has_pieces_in_space n f N -> has_pieces_in_space n f' N.
Proof.
  intros E.
  assert (Aff : forall A, open_set n A -> affine_on n f A <-> affine_on n f' A).
  { intros A [Len _]. split; intros (a & c & La & H); exists a, c; (split; [exact La|]); intros x Ax;
      rewrite <- (H x Ax); [symmetry|]; apply E, Len, Ax. }
  assert (Pc : forall A, is_piece n f A <-> is_piece n f' A).
  { intros A. split; intros (I & O & C & H & Max); repeat split; auto; try (apply Aff; assumption); try apply O;
      intros B OB CB HB; apply Max; auto; now apply Aff. }
  intros (P & piece & different & all). exists P. split; [|split; [exact different|]].
  - intros i Hi. now apply Pc, piece.
  - intros A HA. apply all. now apply Pc.
Qed.

(** ** The laps of a zigzag *)

Section Laps.

Variables (M : R) (L : nat) (t : nat -> R) (F : R -> R) (on : bool).
Hypothesis positive : 0 < M.
Hypothesis some : (1 <= L)%nat.
Hypothesis whole : zigzag M L t F.
(* beyond M the last lap goes on, or not *)
Hypothesis tail : if on then goes_on M L t F else forall x, M <= x -> F x = 0.

(** s lies inside lap j. *)
Definition lap (j : nat) (s : R) : Prop := t j < s /\ (on = true /\ S j = L \/ s < t (S j)).

Lemma lap_rises j : (j < L)%nat -> t j < t (S j).
Proof. intros Hj. now apply whole. Qed.

Lemma lap_low j : (j <= L)%nat -> 0 <= t j.
Proof. intros Hj. destruct whole as (<- & _). apply (zigzag_up M L t F whole 0 j). lia. Qed.

Lemma lap_value j s : (j < L)%nat -> t j <= s <= t (S j) \/ lap j s ->
  F s = rate M t j * s + (M * level j - rate M t j * t j).
Proof.
  intros Hj Hs. rewrite <- lap_line. pose proof whole as (_ & tL & inner).
  destruct (Rle_dec s (t (S j))) as [Le | Gt].
  - apply inner; [exact Hj|]. destruct Hs as [Hs | [Hs _]]; lra.
  - destruct Hs as [Hs | [Hs [[E1 E2] | Lt]]]; [lra | | lra]. rewrite E1 in tail. subst L.
    rewrite tail by lra. rewrite <- tL. replace (S j - 1)%nat with j by lia. reflexivity.
Qed.

Lemma laps_apart i j s : (i < L)%nat -> (j < L)%nat -> lap i s -> lap j s -> i = j.
Proof.
  assert (not_below : forall i j, (i < j < L)%nat -> lap i s -> lap j s -> False).
  { intros i' j' Hij [_ Hi] [Hj _]. pose proof (zigzag_up M L t F whole (S i') j' ltac:(lia)).
    destruct Hi as [[_ E] | Lt]; [lia | lra]. }
  intros Hi Hj I J. destruct (lt_eq_lt_dec i j) as [[Lt | E] | Gt]; [exfalso | exact E | exfalso].
  - apply (not_below i j); auto.
  - apply (not_below j i); auto.
Qed.

Definition affine_near (s : R) (alpha : R) : Prop :=
  exists d beta, 0 < d /\ forall u, Rabs (u - s) < d -> F u = alpha * u + beta.

Lemma slope_at_end i s alpha : (i < L)%nat -> s = t i \/ s = t (S i) -> affine_near s alpha -> alpha = rate M t i.
Proof.
  intros Hi ends (d & beta & Hd & A). pose proof (lap_rises i Hi) as Up. set (e := Rmin (d / 2) (t (S i) - t i)).
  assert (He : 0 < e /\ e < d /\ e <= t (S i) - t i).
  { unfold e. pose proof (Rmin_l (d / 2) (t (S i) - t i)). pose proof (Rmin_r (d / 2) (t (S i) - t i)).
    pose proof (Rmin_pos (d / 2) (t (S i) - t i)). lra. }
  pose proof (A s ltac:(rewrite Rminus_eq_0, Rabs_R0; lra)) as A1. destruct ends as [-> | ->].
  - pose proof (A (t i + e) ltac:(rewrite Rabs_right; lra)) as A2.
    rewrite (lap_value i) in A1, A2 by (auto; left; lra). nra.
  - pose proof (A (t (S i) - e) ltac:(rewrite Rabs_left; lra)) as A2.
    rewrite (lap_value i) in A1, A2 by (auto; left; lra). nra.
Qed.

(** F has a corner at each end of a lap but 0, unless it goes on there. *)
Lemma no_corner s alpha : 0 < s -> affine_near s alpha ->
  (exists j, (j < L)%nat /\ lap j s) \/ (on = false /\ M < s).
Proof.
  intros Hs A. pose proof whole as (t0 & tL & _).
  assert (End : forall i, (i < L)%nat -> s = t (S i) -> exists j, (j < L)%nat /\ lap j s).
  { intros i Hi E. rewrite E in A. pose proof (slope_at_end i _ alpha Hi (or_intror eq_refl) A) as Left.
    pose proof (lap_rises i Hi). destruct (Nat.eq_dec (S i) L) as [Last | Inner].
    - destruct on eqn:On.
      + exists i. split; [exact Hi|]. split; [lra | left; auto].
      + exfalso. destruct A as (d & beta & Hd & A). rewrite Last, tL in A.
        pose proof (A M ltac:(rewrite Rminus_eq_0, Rabs_R0; lra)) as A1.
        pose proof (A (M + d / 2) ltac:(rewrite Rabs_right; lra)) as A2.
        rewrite tail in A1, A2 by lra. apply (rate_nonzero M t i positive); [lra|]. nra.
    - exfalso. pose proof (slope_at_end (S i) _ alpha ltac:(lia) (or_introl eq_refl) A) as Right.
      apply (rates_differ M t i positive); [apply lap_rises; lia | apply lap_rises; lia | congruence]. }
  destruct (Rle_dec s M) as [Le | Gt].
  - left. destruct (zigzag_place M L t F s whole some ltac:(lra)) as (i & Hi & [[Low | Low] High]).
    + destruct High as [High | High]; [exists i; split; [exact Hi | split; auto] | now apply (End i)].
    + destruct i as [|i]; [lra|]. apply (End i); [lia | auto].
  - destruct on eqn:On; [left | right; split; [reflexivity | lra]].
    exists (L - 1)%nat. split; [lia|]. split; [|left; split; [auto | lia]].
    pose proof (zigzag_up M L t F whole (L - 1) L ltac:(lia)). lra.
Qed.

Lemma zero_at_zero : F 0 = 0.
Proof.
  pose proof whole as (t0 & _). pose proof (lap_rises 0 ltac:(lia)).
  rewrite (lap_value 0) by (lia || (left; lra)). rewrite t0. change (level 0) with 0. ring.
Qed.

(** The middle of a lap. *)
Lemma lap_inhabited j : (j < L)%nat -> exists s, 0 < s /\ lap j s.
Proof.
  intros Hj. pose proof (lap_rises j Hj). pose proof (lap_low j ltac:(lia)).
  exists ((t j + t (S j)) / 2). split; [lra|]. split; [lra | right; lra].
Qed.

End Laps.

(** ** The width of a zonotope *)

Lemma width_scale c b r : width b (scale c r) = Rabs c * width b r.
Proof.
  induction b as [|v b IH]; [unfold width; simpl; ring|]. rewrite !width_cons, IH, dot_scale_l, Rabs_mult. ring.
Qed.

Lemma width_nonneg b r : 0 <= width b r.
Proof.
  induction b as [|v b IH]; [unfold width; simpl; lra|]. rewrite width_cons. pose proof (Rabs_pos (dot r v)). lra.
Qed.

Lemma width_add b r p : length r = length p -> width b (add r p) <= width b r + width b p.
Proof.
  intros L. induction b as [|v b IH]; [unfold width; simpl; lra|]. rewrite !width_cons, dot_add_l by exact L.
  pose proof (Rabs_triang (dot r v) (dot p v)). lra.
Qed.

Lemma width_beside n b r p : length r = n -> length p = n -> width b r = 0 -> width b (add r p) = width b p.
Proof.
  intros Lr Lp Z. pose proof (width_add b r p ltac:(congruence)) as Le.
  pose proof (width_add b (add r p) (scale (-1) r)) as Ge.
  rewrite width_scale, Z in Ge. replace (add (add r p) (scale (-1) r)) with p in Ge by coordinates n.
  specialize (Ge ltac:(transitivity n; [|symmetry]; lengths)). lra.
Qed.

Section Shells.

Variables (n : nat) (b : list point) (g : point -> R) (vs : list point).
Hypothesis in_space : Forall (fun v => length v = n) b.
Hypothesis support : is_support n b g.
Hypothesis listed : vertices n b vs.
Hypothesis two : (2 <= length vs)%nat.

Let all_long : Forall (fun v => length v = n) vs := all_lengths n b vs in_space listed.
Let long v : In v vs -> length v = n := vertex_length n b vs in_space listed v.

Lemma another v : exists w, In w vs /\ w <> v.
Proof.
  pose proof (proj1 listed) as D. pose proof two as T. revert D T. generalize vs as l. intros [|x [|y l]] D T;
    simpl in T; try lia.
  inversion_clear D as [|? ? N _]. destruct (point_eq_dec x v) as [<- | Nx].
  - exists y. split; [simpl; auto|]. intros ->. apply N. now left.
  - exists x. split; [now left | exact Nx].
Qed.

Lemma opposite_listed v : In v vs -> In (scale (-1) v) vs /\ scale (-1) v <> v.
Proof.
  intros Hv. apply (proj2 listed) in Hv as V. split.
  - apply (proj2 listed). now apply opposite_vertex.
  - intros E. destruct (another v) as (w & Hw & N). apply N. apply (own_opposite n b v w); auto.
    now apply (proj2 listed).
Qed.

Lemma vertex_positive v r : In v vs -> open_cone n vs v r -> 0 < dot v r.
Proof.
  intros Hv [Lr C]. destruct (opposite_listed v Hv) as [Hw N]. specialize (C _ Hw N).
  rewrite dot_scale_r, (dot_comm r v) in C. lra.
Qed.

Lemma g_width r : length r = n -> g r = width b r.
Proof. intros Lr. now apply (support_is_width n b g r). Qed.

Lemma g_attained r : length r = n -> exists v, In v vs /\ dot v r = g r.
Proof.
  intros Lr. destruct (support_at_vertex n b g in_space support r Lr) as (v & V & E).
  exists v. split; [now apply (proj2 listed) | now rewrite dot_comm].
Qed.

Lemma g_above v r : In v vs -> length r = n -> dot v r <= g r.
Proof. intros Hv Lr. rewrite dot_comm. now apply (vertex_below n b g vs support listed). Qed.

Lemma open_high c : open_set n (fun r => length r = n /\ c < g r).
Proof.
  eapply open_same; [|apply (open_some n vs (fun v r => length r = n /\ c < dot v r))].
  - intros r. simpl. split.
    + intros (v & Hv & Lr & Lt). pose proof (g_above v r Hv Lr). split; [exact Lr | lra].
    + intros [Lr Lt]. destruct (g_attained r Lr) as (v & Hv & E). exists v. rewrite E. auto.
  - intros v Hv. apply open_above. auto.
Qed.

Lemma open_low c : open_set n (fun r => length r = n /\ g r < c).
Proof.
  eapply open_same; [|apply (open_all n vs (fun v r => length r = n /\ dot v r < c))].
  - intros r. simpl. split.
    + intros [Lr H]. split; [exact Lr|]. destruct (g_attained r Lr) as (v & Hv & E). rewrite <- E. now apply H.
    + intros [Lr Lt]. split; [exact Lr|]. intros v Hv. pose proof (g_above v r Hv Lr). split; [exact Lr | lra].
  - intros v Hv. apply open_below. auto.
Qed.

Variables (M : R) (L : nat) (t : nat -> R) (F : R -> R) (on : bool).
Hypothesis positive : 0 < M.
Hypothesis some : (1 <= L)%nat.
Hypothesis whole : zigzag M L t F.
Hypothesis tail : if on then goes_on M L t F else forall x, M <= x -> F x = 0.

Local Notation lap := (lap L t on).

(** Where the vertex v is the highest, and its height lies inside lap j. *)
Definition shell (i : point * nat) (r : point) : Prop := open_cone n vs (fst i) r /\ lap (snd i) (dot (fst i) r).

Lemma open_lap v j : length v = n -> open_set n (fun r => length r = n /\ lap j (dot v r)).
Proof.
  intros Lv.
  assert (Case : (on = true /\ S j = L) \/ ~ (on = true /\ S j = L)) by apply classic.
  destruct Case as [Y | N].
  - eapply open_same; [|apply (open_above n v (t j) Lv)]. intros r. simpl. unfold composed_pieces_facts.lap. tauto.
  - eapply open_same; [|apply open_and; [apply (open_above n v (t j) Lv) | apply (open_below n v (t (S j)) Lv)]].
    intros r. simpl. unfold composed_pieces_facts.lap. tauto.
Qed.

Lemma shell_piece v j : In v vs -> (j < L)%nat ->
  (exists r, shell (v, j) r) /\ open_set n (shell (v, j)) /\ connected n (shell (v, j)) /\
  affine_on n (fun r => F (g r)) (shell (v, j)).
Proof.
  intros Hv Hj. split; [|split; [|split]].
  - destruct (cone_inhabited n b vs in_space listed v Hv) as (r & C). pose proof (vertex_positive v r Hv C) as P.
    destruct (lap_inhabited M L t F on some whole j Hj) as (s & Hs & Ls). exists (scale (s / dot v r) r). split.
    + destruct C as [Lr C]. split; [lengths|]. intros w Hw N. rewrite !dot_scale_l.
      apply Rmult_lt_compat_l; [now apply Rdiv_lt_0_compat | now apply C].
    + simpl. rewrite dot_scale_r. replace (s / dot v r * dot v r) with s by (field; lra). exact Ls.
  - eapply open_same; [|apply open_and; [apply (open_cone_open n vs v) | apply (open_lap v j)]]; auto.
    intros r. unfold shell. simpl. unfold open_cone. tauto.
  - apply convex_connected. intros x y u [Cx Lx] [Cy Ly] Hu. split; [now apply open_cone_convex; auto|].
    simpl in *. assert (length x = n) by apply Cx. assert (length y = n) by apply Cy.
    rewrite dot_add_r, dot_scale_r, dot_sub_r by (rewrite ?(length_scale n), ?(length_sub n); congruence || lengths).
    unfold composed_pieces_facts.lap in *. destruct (Req_dec u 0) as [-> | U].
    + rewrite Rmult_0_l, Rplus_0_r. exact Lx.
    + split; [nra|]. destruct Lx as [_ [E | Lx]]; [now left|]. destruct Ly as [_ [E | Ly]]; [now left|].
      right. nra.
  - exists (scale (rate M t j) v), (M * level j - rate M t j * t j). split; [apply length_scale; auto|].
    intros r [C Lr]. simpl in *. rewrite (value_on_cone n b g vs in_space support listed v r Hv C), dot_scale_l.
    apply (lap_value M L t F on); auto.
Qed.

Lemma shells_apart i j r :
  In (fst i) vs -> In (fst j) vs -> (snd i < L)%nat -> (snd j < L)%nat -> shell i r -> shell j r -> i = j.
Proof.
  intros Hv Hw Hi Hj [Ci Li] [Cj Lj]. pose proof (cones_apart n vs _ _ r Hv Hw Ci Cj) as E.
  rewrite <- E in Lj. pose proof (laps_apart M L t F on some whole _ _ _ Hi Hj Li Lj).
  destruct i, j. simpl in *. congruence.
Qed.

(** Every point near which F o gamma is affine lies in a shell, or beyond M. *)
Lemma shells_cover B x :
  open_set n B -> affine_on n (fun r => F (g r)) B -> B x ->
  (exists i, In (fst i) vs /\ (snd i < L)%nat /\ shell i x) \/ (on = false /\ M < g x).
Proof.
  intros O (a & c & La & A) Bx. assert (Lx : length x = n) by (apply O, Bx).
  assert (G0 : 0 <= g x) by (rewrite g_width by exact Lx; apply width_nonneg).
  assert (Lap0 := lap_rises M L t F whole 0 ltac:(lia)). assert (t0 : t 0%nat = 0) by apply whole.
  destruct G0 as [Pos | Z].
  - destruct (open_direction n B x x O Bx Lx) as (d & Hd & D).
    assert (Near : affine_near F (g x) (dot a x / g x)).
    { exists (Rmin d 1 * g x), c. pose proof (Rmin_l d 1). pose proof (Rmin_r d 1).
      pose proof (Rmin_pos d 1 Hd ltac:(lra)). split; [nra|]. intros u Hu.
      assert (S : Rabs ((u - g x) / g x) < Rmin d 1).
      { unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq (g x)) by lra.
        apply Rmult_lt_reg_r with (g x); [exact Pos|]. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. exact Hu. }
      specialize (D _ (Rlt_le_trans _ _ _ S H)). apply Rabs_def2 in S as [_ S]. pose proof (A _ D) as E. simpl in E.
      assert (R : forall q, add x (scale q x) = scale (1 + q) x) by (intros q; coordinates n). rewrite R in E.
      rewrite g_width, width_scale, <- g_width, Rabs_pos_eq, dot_scale_r in E by (lra || lengths).
      replace ((1 + (u - g x) / g x) * g x) with u in E by (field; lra). rewrite E. field. lra. }
    destruct (no_corner M L t F on positive some whole tail _ _ Pos Near) as [(j & Hj & Lj) | Far]; [left | now right].
    pose proof (lap_rises M L t F whole j Hj) as Up.
    pose proof (rate_nonzero M t j positive Up) as Nz.
    set (B' := fun y => B y /\ (length y = n /\ t j < g y) /\
      (length y = n /\ (on = true /\ S j = L \/ g y < t (S j)))).
    assert (OB' : open_set n B').
    { apply open_and; [exact O|]. apply open_and; [apply open_high|].
      assert (Case : (on = true /\ S j = L) \/ ~ (on = true /\ S j = L)) by apply classic.
      destruct Case as [Y | N].
      - eapply open_same; [|apply open_whole]. intros r. simpl. tauto.
      - eapply open_same; [|apply (open_low (t (S j)))]. intros r. simpl. tauto. }
    set (k0 := M * level j - rate M t j * t j).
    assert (AB' : forall y, B' y -> g y = dot (scale (/ rate M t j) a) y + (c - k0) / rate M t j).
    { intros y (By & [Ly Low] & [_ High]). rewrite dot_scale_l.
      assert (E : rate M t j * g y + k0 = dot a y + c).
      { rewrite <- (A y By). simpl. symmetry. apply (lap_value M L t F on); auto. right. split; auto. }
      apply Rmult_eq_reg_l with (rate M t j); [|exact Nz].
      replace (rate M t j * (/ rate M t j * dot a y + (c - k0) / rate M t j)) with (dot a y + (c - k0)) by (now field).
      lra. }
    destruct (slope_is_vertex n b g vs in_space support listed B' (scale (/ rate M t j) a) _ x OB'
      (length_scale n _ _ La) AB') as [Hv Cv].
    { destruct Lj as [Low High]. repeat split; auto. }
    exists (scale (/ rate M t j) a, j). split; [exact Hv|]. split; [exact Hj|]. split; [exact Cv|]. simpl.
    now rewrite <- (value_on_cone n b g vs in_space support listed _ x Hv Cv).
  - exfalso. destruct (another (origin n)) as (v & Hv & _).
    destruct (cone_inhabited n b vs in_space listed v Hv) as (r & C). pose proof (vertex_positive v r Hv C) as P.
    assert (Lr : length r = n) by apply C. rewrite <- (value_on_cone n b g vs in_space support listed v r Hv C) in P.
    destruct (open_direction n B x r O Bx Lr) as (d & Hd & D).
    assert (V : forall e, Rabs e < d -> F (Rabs e * g r) = dot a x + e * dot a r + c).
    { intros e He. specialize (D e He). pose proof (A _ D) as E. simpl in E.
      rewrite g_width, (width_beside n), width_scale, <- g_width in E by (lengths || (rewrite <- g_width; auto)).
      rewrite E, dot_add_r, dot_scale_r by (rewrite (length_scale n); auto). ring. }
    set (e := Rmin (d / 2) (t 1%nat / g r)).
    assert (He : 0 < e /\ e < d /\ e * g r <= t 1%nat).
    { unfold e. assert (0 < t 1%nat / g r) by (apply Rdiv_lt_0_compat; lra).
      pose proof (Rmin_l (d / 2) (t 1%nat / g r)). pose proof (Rmin_r (d / 2) (t 1%nat / g r)).
      pose proof (Rmin_pos (d / 2) (t 1%nat / g r)). split; [lra|]. split; [lra|].
      replace (t 1%nat) with (t 1%nat / g r * g r) at 2 by (field; lra). apply Rmult_le_compat_r; lra. }
    pose proof (V 0 ltac:(rewrite Rabs_R0; lra)) as V0. rewrite Rabs_R0, Rmult_0_l in V0.
    rewrite (zero_at_zero M L t F on some whole tail) in V0.
    pose proof (V e ltac:(rewrite Rabs_pos_eq; lra)) as V1. rewrite Rabs_pos_eq in V1 by lra.
    pose proof (V (- e) ltac:(rewrite Rabs_Ropp, Rabs_pos_eq; lra)) as V2. rewrite Rabs_Ropp, Rabs_pos_eq in V2 by lra.
    rewrite (lap_value M L t F on some whole tail 0) in V1, V2 by (lia || (left; nra)).
    pose proof (rate_nonzero M t 0 positive Lap0) as Nz. change (level 0) with 0 in *. rewrite t0 in *.
    assert (0 < e * g r) by nra. apply Nz. nra.
Qed.

Lemma listed_shells i K : In i (list_prod vs (seq 0 K)) <-> In (fst i) vs /\ (snd i < K)%nat.
Proof. destruct i as [v j]. rewrite in_prod_iff, in_seq. simpl. intuition lia. Qed.

Lemma count_shells K : NoDup (list_prod vs (seq 0 K)) /\ length (list_prod vs (seq 0 K)) = (length vs * K)%nat.
Proof.
  split; [|now rewrite prod_length, seq_length]. pose proof (proj1 listed) as D. clear -D.
  induction D as [|v l N D IH]; [constructor|]. simpl. apply app_distinct; [| exact IH |].
  - apply Injective_map_NoDup; [congruence | apply seq_NoDup].
  - intros [w j] Hi Hj. apply in_map_iff in Hi as (j' & E & _). apply in_prod_iff in Hj as [Hw _].
    injection E as -> _. contradiction.
Qed.

Lemma goes_on_pieces : on = true -> has_pieces_in_space n (fun r => F (g r)) (length vs * L).
Proof.
  intros On. destruct (count_shells L) as [D <-]. apply (pieces_are n _ _ shell D).
  - intros [v j] Hi. apply listed_shells in Hi as [Hv Hj]. now apply shell_piece.
  - intros i j x Hi Hj. apply listed_shells in Hi, Hj. now apply shells_apart.
  - intros B x O A Bx. destruct (shells_cover B x O A Bx) as [(i & Hv & Hj & Sx) | [Off _]]; [|congruence].
    exists i. split; [now apply listed_shells | exact Sx].
Qed.

(** *** Where F o gamma is 0 beyond M *)

Section Flat.

Hypothesis off : on = false.

Lemma zero_beyond_M s : M <= s -> F s = 0.
Proof. pose proof tail as T. rewrite off in T. exact (T s). Qed.

Lemma shell_low i r : In (fst i) vs -> (snd i < L)%nat -> shell i r -> g r < M.
Proof.
  intros Hv Hj [C [_ [[On _] | Lt]]]; [congruence|]. rewrite (value_on_cone n b g vs in_space support listed _ _ Hv C).
  pose proof (zigzag_up M L t F whole (S (snd i)) L ltac:(lia)) as Up. destruct whole as (_ & tL & _). lra.
Qed.

Lemma not_origin v : In v vs -> v <> origin n.
Proof. intros Hv E. destruct (opposite_listed v Hv) as [_ N]. apply N. now rewrite E, scale_origin. Qed.

Lemma high_point v : In v vs -> exists r, length r = n /\ M < dot v r.
Proof.
  intros Hv. destruct (cone_inhabited n b vs in_space listed v Hv) as (r & C).
  pose proof (vertex_positive v r Hv C) as P. destruct C as [Lr _]. exists (scale ((M + 1) / dot v r) r).
  split; [lengths|]. rewrite dot_scale_r.
  replace ((M + 1) / dot v r * dot v r) with (M + 1) by (field; lra). lra.
Qed.

Lemma high_zero (A : region) : (forall r, A r -> length r = n /\ M < g r) -> affine_on n (fun r => F (g r)) A.
Proof.
  intros H. exists (origin n), 0. split; [apply length_origin|]. intros r Ar. destruct (H r Ar) as [_ P].
  rewrite zero_beyond_M by lra. rewrite dot_origin_l. ring.
Qed.

(** The half-space where <v, r> > M. *)
Definition half (v r : point) : Prop := length r = n /\ M < dot v r.

Lemma half_connected v : In v vs -> connected n (half v).
Proof.
  intros Hv. apply convex_connected. intros x y u [Lx Cx] [Ly Cy] Hu. split; [lengths|].
  pose proof (long v Hv) as Lv.
  rewrite dot_add_r, dot_scale_r, dot_sub_r by (rewrite ?(length_scale n), ?(length_sub n); congruence || lengths).
  destruct (Req_dec u 0) as [-> | U]; [lra|].
  assert (0 < u * (dot v y - M)) by (apply Rmult_lt_0_compat; lra).
  assert (0 <= (1 - u) * (dot v x - M)) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma half_high v r : In v vs -> half v r -> length r = n /\ M < g r.
Proof. intros Hv [Lr P]. pose proof (g_above v r Hv Lr). split; [exact Lr | lra]. Qed.

Lemma two_opposite v w : length vs = 2%nat -> In v vs -> In w vs -> w <> v -> w = scale (-1) v.
Proof.
  intros K Hv Hw N. destruct (opposite_listed v Hv) as [Ho No]. revert K Hv Hw Ho. generalize vs as l.
  intros [|x [|y [|z l]]] K; try discriminate. simpl. intuition congruence.
Qed.

Lemma two_sides_pieces : length vs = 2%nat -> has_pieces_in_space n (fun r => F (g r)) (2 * L + 2).
Proof.
  intros K. destruct (count_shells (S L)) as [D E]. rewrite K in E. replace (2 * L + 2)%nat with (2 * S L)%nat by lia.
  rewrite <- E. apply (pieces_are n _ _ (fun i => if lt_dec (snd i) L then shell i else half (fst i)) D).
  - intros [v j] Hi. apply listed_shells in Hi as [Hv Hj]. simpl in *. destruct (lt_dec j L); [now apply shell_piece|].
    split; [now apply high_point|]. split; [apply open_above; auto|]. split; [now apply half_connected|].
    apply high_zero. intros r. now apply half_high.
  - intros [v j] [w i] x Hi Hj. apply listed_shells in Hi as [Hv Hi], Hj as [Hw Hj]. simpl in *.
    destruct (lt_dec j L) as [Lj | Gj], (lt_dec i L) as [Li | Gi]; intros Q Q'.
    + now apply (shells_apart (v, j) (w, i) x).
    + pose proof (shell_low (v, j) x Hv Lj Q). pose proof (half_high w x Hw Q'). lra.
    + pose proof (shell_low (w, i) x Hw Li Q'). pose proof (half_high v x Hv Q). lra.
    + replace i with j by lia. destruct (point_eq_dec w v) as [-> | N]; [reflexivity|]. exfalso.
      destruct Q as [_ Q], Q' as [_ Q']. rewrite (two_opposite v w K Hv Hw N), dot_scale_l in Q'. lra.
  - intros B x O A Bx. destruct (shells_cover B x O A Bx) as [(i & Hv & Hj & Sx) | [_ High]].
    + exists i. split; [apply listed_shells; split; [exact Hv | lia]|]. destruct lt_dec; [exact Sx | lia].
    + assert (Lx : length x = n) by (apply O, Bx). destruct (g_attained x Lx) as (v & Hv & Ev).
      exists (v, L). split; [apply listed_shells; simpl; auto|]. simpl. destruct lt_dec; [lia|].
      split; [exact Lx | lra].
Qed.

(** Two of the half-spaces meet, unless the vertices are opposite. *)
Lemma halves_meet v w : In v vs -> In w vs -> w <> scale (-1) v -> exists r, half v r /\ half w r.
Proof.
  intros Hv Hw N. pose proof (long v Hv) as Lv. pose proof (long w Hw) as Lw.
  pose proof (not_origin v Hv) as Nv. pose proof (not_origin w Hw) as Nw.
  destruct (gordan n [v; w]) as [(r & Lr & P) | (u & Nu & U1 & U2)]; [repeat constructor; auto| |].
  - destruct (P v (or_introl eq_refl)) as [|Pv]; [contradiction|].
    destruct (P w (or_intror (or_introl eq_refl))) as [|Pw]; [contradiction|]. rewrite dot_comm in Pv, Pw.
    assert (Cv : 0 < (M + 1) / dot v r) by (apply Rdiv_lt_0_compat; lra).
    assert (Cw : 0 < (M + 1) / dot w r) by (apply Rdiv_lt_0_compat; lra).
    exists (scale ((M + 1) / dot v r + (M + 1) / dot w r) r).
    split; (split; [lengths|]); rewrite dot_scale_r, Rmult_plus_distr_r.
    + replace ((M + 1) / dot v r * dot v r) with (M + 1) by (field; lra). nra.
    + replace ((M + 1) / dot w r * dot w r) with (M + 1) by (field; lra). nra.
  - exfalso. apply in_cone_of_cons in U1 as (a1 & u1 & Ha1 & U1 & E1).
    apply in_cone_of_cons in U1 as (b1 & z1 & Hb1 & Z1 & ->).
    apply in_cone_of_cons in U2 as (a2 & u2 & Ha2 & U2 & E2). apply in_cone_of_cons in U2 as (b2 & z2 & Hb2 & Z2 & ->).
    apply in_cone_of_nil in Z1 as ->. apply in_cone_of_nil in Z2 as ->.
    rewrite add_origin_r in E1, E2 by lengths.
    assert (S : add (scale (a1 + a2) v) (scale (b1 + b2) w) = origin n).
    { transitivity (add u (scale (-1) u)); [rewrite E2, E1; coordinates n|].
      assert (length u = n) by (rewrite E1; lengths). coordinates n. }
    assert (Pa : 0 < a1 + a2).
    { destruct (Req_dec (a1 + a2) 0) as [Z | Nz]; [exfalso|lra].
      destruct (Req_dec (b1 + b2) 0) as [Z' | Nz'].
      - apply Nu. rewrite E1. replace a1 with 0 by lra. replace b1 with 0 by lra. coordinates n.
      - apply Nw. transitivity (scale (/ (b1 + b2)) (add (scale (a1 + a2) v) (scale (b1 + b2) w)));
          [rewrite Z; coordinates n; lra | rewrite S; apply scale_origin]. }
    assert (Pb : 0 < b1 + b2).
    { destruct (Req_dec (b1 + b2) 0) as [Z | Nz]; [exfalso|lra].
      apply Nv. transitivity (scale (/ (a1 + a2)) (add (scale (a1 + a2) v) (scale (b1 + b2) w)));
        [rewrite Z; coordinates n; lra | rewrite S; apply scale_origin]. }
    set (c := (a1 + a2) / (b1 + b2)). assert (Pc : 0 < c) by now apply Rdiv_lt_0_compat.
    assert (E : scale (-1) w = scale c v).
    { transitivity (sub (scale c v) (scale (/ (b1 + b2)) (add (scale (a1 + a2) v) (scale (b1 + b2) w)))).
      - unfold c. coordinates n. lra.
      - rewrite S, scale_origin. coordinates n. }
    destruct (opposite_listed w Hw) as [Ho _]. rewrite E in Ho.
    destruct (Req_dec c 1) as [C1 | C1].
    + apply N. apply (f_equal (scale (-1))) in E. rewrite !scale_scale, C1 in E.
      replace (-1 * -1) with 1 in E by ring. rewrite scale_one in E. rewrite E. f_equal. ring.
    + assert (D : scale c v <> v).
      { intros F'. apply (f_equal (scale (/ (c - 1)))) in F'. apply Nv.
        transitivity (sub (scale (/ (c - 1)) (scale c v)) (scale (/ (c - 1)) v)); [coordinates n; lra|].
        rewrite F'. apply sub_self. lengths. }
      destruct (cone_inhabited n b vs in_space listed v Hv) as (p & Cp).
      destruct (cone_inhabited n b vs in_space listed _ Ho) as (q & Cq).
      pose proof (vertex_positive _ p Hv Cp) as P1. pose proof (vertex_positive _ q Ho Cq) as P2.
      destruct Cp as [_ Cp], Cq as [_ Cq]. specialize (Cp _ Ho D). specialize (Cq v Hv (not_eq_sym D)).
      rewrite dot_scale_r in Cp, Cq. rewrite dot_scale_l in P2. rewrite (dot_comm p) in Cp. rewrite (dot_comm q) in Cq.
      assert (c < 1) by nra. assert (0 < dot v q) by nra. nra.
Qed.

Lemma third v w : (3 <= length vs)%nat -> exists u, In u vs /\ u <> v /\ u <> w.
Proof.
  intros K. pose proof (proj1 listed) as D. revert K D. generalize vs as l.
  intros [|x [|y [|z l]]] K D; simpl in K; try lia.
  inversion_clear D as [|? ? N D']. inversion_clear D' as [|? ? N' _]. simpl in N, N'.
  destruct (point_eq_dec x v) as [Ev | Nv]; [|destruct (point_eq_dec x w) as [Ew | Nw]].
  - destruct (point_eq_dec y w) as [E | E]; [exists z | exists y]; simpl; intuition congruence.
  - destruct (point_eq_dec y v) as [E | E]; [exists z | exists y]; simpl; intuition congruence.
  - exists x. simpl. auto.
Qed.

Lemma outside_connected : (3 <= length vs)%nat -> connected n (fun r => length r = n /\ M < g r).
Proof.
  intros K U V OU OV E D.
  assert (Some : forall x, length x = n /\ M < g x -> exists v, In v vs /\ half v x).
  { intros x [Lx P]. destruct (g_attained x Lx) as (v & Hv & Ev). exists v. split; [exact Hv|].
    split; [exact Lx | lra]. }
  assert (All : forall v x, In v vs -> half v x -> U x -> forall y, half v y -> U y).
  { intros v x Hv Hx Ux y Hy.
    destruct (half_connected v Hv (fun r => half v r /\ U r) (fun r => half v r /\ V r)) as [N | N].
    - apply open_and; [apply open_above; auto | exact OU].
    - apply open_and; [apply open_above; auto | exact OV].
    - intros r. split; [|tauto]. intros Hr. destruct (proj1 (E r) (half_high v r Hv Hr)); auto.
    - intros r [[_ Ur] [_ Vr]]. now apply (D r).
    - exfalso. now apply (N x).
    - destruct (proj1 (E y) (half_high v y Hv Hy)) as [Uy | Vy]; [exact Uy|]. exfalso. now apply (N y). }
  destruct (classic (exists x, U x)) as [(x & Ux) | N]; [right | left; firstorder].
  intros y Vy. destruct (Some x) as (v & Hv & Hx); [apply E; auto|].
  destruct (Some y) as (w & Hw & Hy); [apply E; auto|]. apply (D y). split; [|exact Vy].
  assert (Step : forall p q, In p vs -> In q vs -> q <> scale (-1) p -> (forall z, half p z -> U z) ->
    forall z, half q z -> U z).
  { intros p q Hp Hq N P. destruct (halves_meet p q Hp Hq N) as (r & Pr & Qr). apply (All q r Hq Qr). auto. }
  pose proof (All v x Hv Hx Ux) as Uv. revert y Hy Vy.
  enough (forall z, half w z -> U z) by auto.
  destruct (point_eq_dec w (scale (-1) v)) as [-> | N]; [|now apply (Step v w)].
  destruct (third v (scale (-1) v) K) as (u & Hu & N1 & N2).
  apply (Step u); auto; [|now apply (Step v u)]. intros E'. apply N1.
  apply (f_equal (scale (-1))) in E'. rewrite !scale_scale in E'.
  replace (-1 * -1) with 1 in E' by ring. now rewrite !scale_one in E'.
Qed.

Lemma all_around_pieces : (3 <= length vs)%nat -> has_pieces_in_space n (fun r => F (g r)) (length vs * L + 1).
Proof.
  intros K. destruct (count_shells L) as [D E].
  replace (length vs * L + 1)%nat with (length (list_prod vs (seq 0 L) ++ [(origin n, L)]))
    by (rewrite app_length, E; reflexivity).
  assert (Idx : forall i, In i (list_prod vs (seq 0 L) ++ [(origin n, L)]) ->
    In (fst i) vs /\ (snd i < L)%nat \/ i = (origin n, L)).
  { intros i Hi. apply in_app_or in Hi as [Hi | [<- | []]]; [left; now apply listed_shells | now right]. }
  apply (pieces_are n _ _ (fun i r => if lt_dec (snd i) L then shell i r else length r = n /\ M < g r)).
  - apply app_distinct; [exact D | repeat constructor; auto |]. intros i Hi [<- | []].
    apply listed_shells in Hi as [_ Hi]. simpl in Hi. lia.
  - intros i Hi. destruct (Idx i Hi) as [[Hv Hj] | ->]; simpl.
    + destruct i as [v j]. simpl in *. destruct (lt_dec j L); [now apply shell_piece | lia].
    + destruct (lt_dec L L); [lia|]. split.
      { destruct (another (origin n)) as (v & Hv & _). destruct (high_point v Hv) as (r & Hr). exists r.
        now apply (half_high v). }
      split; [apply open_high|]. split; [now apply outside_connected|]. now apply high_zero.
  - intros i j x Hi Hj. destruct (Idx i Hi) as [[Hv Hi'] | ->], (Idx j Hj) as [[Hw Hj'] | ->]; simpl;
      repeat destruct lt_dec; try lia; intros Q Q'.
    + now apply (shells_apart i j x).
    + pose proof (shell_low i x Hv Hi' Q). lra.
    + pose proof (shell_low j x Hw Hj' Q'). lra.
    + reflexivity.
  - intros B x O A Bx. destruct (shells_cover B x O A Bx) as [(i & Hv & Hj & Sx) | [_ High]].
    + exists i. split; [apply in_or_app; left; now apply listed_shells|]. destruct lt_dec; [exact Sx | lia].
    + exists (origin n, L). split; [apply in_or_app; right; now left|]. simpl. destruct lt_dec; [lia|].
      split; [apply O, Bx | exact High].
Qed.

End Flat.

End Shells.

(** ** A single point *)

Lemma point_zero n b g v r :
  Forall (fun v => length v = n) b -> is_support n b g -> vertices n b [v] -> length r = n -> g r = 0.
Proof.
  intros H G [_ V] Lr. assert (Vv : is_vertex n b v) by (apply V; now left).
  pose proof (opposite_vertex n b v H Vv) as O. apply V in O as [O | []].
  destruct (support_at_vertex n b g H G r Lr) as (x & Vx & <-). apply V in Vx as [<- | []].
  assert (E : dot r v = dot r (scale (-1) v)) by now rewrite <- O. rewrite dot_scale_r in E. lra.
Qed.

Lemma constant_pieces n c : has_pieces_in_space n (fun _ => c) 1.
Proof.
  apply (pieces_are n _ [tt] (fun _ r => length r = n)).
  - repeat constructor. auto.
  - intros i _. split; [exists (origin n); apply length_origin|]. split; [apply open_whole|]. split.
    + apply convex_connected. intros x y u Lx Ly _. lengths.
    + exists (origin n), c. split; [apply length_origin|]. intros r _. rewrite dot_origin_l. ring.
  - now intros [] [].
  - intros B x [Len _] _ Bx. exists tt. split; [now left | auto].
Qed.
