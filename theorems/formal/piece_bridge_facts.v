(** Two ways to count the pieces of a function on the line agree: by cuts (piecewise.v), and as the maximal open
    connected sets on which it is affine (space_pieces.v, in dimension 1). *)

From Coq Require Import Reals List Lia Lra Classical.
From Marginalia.formal Require Import vectors space_pieces space_pieces_facts piecewise piecewise_facts.
From Marginalia.formal Require Import composed_pieces_facts.
Import ListNotations.
Open Scope R_scope.

(** The function f as one of points with one coordinate, and a set of numbers as one of such points. *)
Definition of_points (f : R -> R) (x : point) : R := f (hd 0 x).
Definition on_line (A : R -> Prop) : region := fun x => length x = 1%nat /\ A (hd 0 x).

Lemma one_coordinate x : length x = 1%nat -> x = [hd 0 x].
Proof. destruct x as [|c [|]]; simpl; congruence. Qed.

Lemma norm_one d : norm [d] = Rabs d.
Proof. unfold norm. simpl. rewrite Rplus_0_r. apply sqrt_Rsqr_abs. Qed.

Lemma open_near B x : open_set 1 B -> B [x] -> exists rho, 0 < rho /\ forall y, Rabs (y - x) < rho -> B [y].
Proof.
  intros [_ ball] at_x. destruct (ball [x] at_x) as (rho & positive & near). exists rho. split; [exact positive|].
  intros y close. apply near; [reflexivity|].
  replace (sub [y] [x]) with [y - x] by (unfold sub; simpl; f_equal; ring). now rewrite norm_one.
Qed.

Lemma open_set_on_line (A : R -> Prop) : (forall x, A x -> exists rho, 0 < rho /\ forall y, Rabs (y - x) < rho -> A y)
  ->
  open_set 1 (on_line A).
Proof.
  intros ball. split; [now intros x []|]. intros x [one inside].
  destruct (ball (hd 0 x) inside) as (rho & positive & near). exists rho. split; [exact positive|].
  intros y one' close. split; [exact one'|]. apply near. rewrite <- norm_one.
  replace [hd 0 y - hd 0 x] with (sub y x); [exact close|].
  rewrite (one_coordinate x one), (one_coordinate y one'). unfold sub. simpl. f_equal. ring.
Qed.

(** A connected open set of the line is an interval. *)
Lemma connected_between B x y z : open_set 1 B -> connected 1 B -> B [x] -> B [y] -> x <= z <= y -> B [z].
Proof.
  intros opened joined at_x at_y between. apply NNPP. intros hole.
  assert (x < z < y) as strict.
  { split; apply Rnot_le_lt; intros back; apply hole; [replace z with x by lra | replace z with y by lra]; assumption. }
  assert (half : forall P : R -> Prop, (forall c, P c -> exists rho, 0 < rho /\ forall d, Rabs (d - c) < rho -> P d) ->
    open_set 1 (fun p => B p /\ on_line P p)) by (intros; apply open_and; [exact opened | now apply open_set_on_line]).
  destruct (joined (fun p => B p /\ on_line (fun c => c < z) p) (fun p => B p /\ on_line (fun c => z < c) p))
    as [none | none].
  - apply half. intros c less. exists (z - c). split; [lra|]. intros d close. apply Rabs_def2 in close. lra.
  - apply half. intros c more. exists (c - z). split; [lra|]. intros d close. apply Rabs_def2 in close. lra.
  - intros p. split; [|now intros [[] | []]]. intros at_p. pose proof (proj1 opened p at_p) as one.
    destruct (Rtotal_order (hd 0 p) z) as [less | [same | more]].
    + left. repeat split; assumption.
    + exfalso. apply hole. rewrite <- same, <- (one_coordinate p one). exact at_p.
    + right. repeat split; assumption.
  - intros p [[_ [_ less]] [_ [_ more]]]. lra.
  - apply (none [x]). repeat split; [exact at_x | simpl; lra].
  - apply (none [y]). repeat split; [exact at_y | simpl; lra].
Qed.

Lemma intervals_connected (A : R -> Prop) : (forall x y z, A x -> A y -> x <= z <= y -> A z) -> connected 1 (on_line A).
Proof.
  intros interval. apply convex_connected. intros x y u [one_x at_x] [one_y at_y] share.
  rewrite (one_coordinate x one_x), (one_coordinate y one_y). unfold sub. simpl. split; [reflexivity|]. simpl.
  set (c := hd 0 x) in *. set (d := hd 0 y) in *. destruct (Rle_dec c d).
  - apply (interval c d); [assumption.. | nra].
  - apply (interval d c); [assumption.. | nra].
Qed.

Lemma affine_line f B : affine_on 1 (of_points f) B -> exists alpha beta, forall x, B [x] -> f x = alpha * x + beta.
Proof.
  intros (a & c & one & line). exists (hd 0 a), c. intros x inside.
  transitivity (of_points f [x]); [reflexivity|]. rewrite line by exact inside.
  rewrite (one_coordinate a one). simpl. ring.
Qed.

Lemma clear_within cs u v : u < v -> exists u' v', u <= u' /\ u' < v' /\ v' <= v /\ clear cs u' v'.
Proof.
  intros less. induction cs as [|c cs (u' & v' & low & less' & high & free)].
  - exists u, v. repeat split; try lra. intros c [].
  - exists u', (if Rlt_dec u' c then Rmin c v' else v'). pose proof (Rmin_l c v'). pose proof (Rmin_r c v').
    destruct (Rlt_dec u' c) as [before | not_before].
    + assert (u' < Rmin c v') by now apply Rmin_glb_lt.
      repeat split; try lra. intros d [<- | found] within; [lra|]. apply (free d found). lra.
    + repeat split; try lra. intros d [<- | found] within; [lra|]. now apply (free d found).
Qed.

(** ** The pieces between the cuts *)

Section Cuts.

Variables (f : R -> R) (n : nat) (t a b : nat -> R).
Hypothesis up : forall i, (1 <= i)%nat -> (S i < n)%nat -> t i < t (S i).
Hypothesis bends : forall i, (S i < n)%nat -> a i <> a (S i).
Hypothesis lines : forall i x, (i < n)%nat -> in_piece t n i x -> f x = a i * x + b i.

(** x lies strictly inside piece i. *)
Definition inside (i : nat) (x : R) : Prop := (i = 0%nat \/ t i < x) /\ (S i = n \/ x < t (S i)).

Lemma inside_piece i x : inside i x -> in_piece t n i x.
Proof. intros [left right]. split; [destruct left | destruct right]; auto; right; lra. Qed.

Lemma between_inside i u v : u < v -> in_piece t n i u -> in_piece t n i v -> inside i ((u + v) / 2).
Proof. intros less [left _] [_ right]. split; [destruct left | destruct right]; auto; right; lra. Qed.

Lemma no_cut B i : (S i < n)%nat -> open_set 1 B -> affine_on 1 (of_points f) B -> ~ B [t (S i)].
Proof.
  intros lt opened affine cut. destruct (affine_line f B affine) as (alpha & beta & line).
  destruct (open_near B (t (S i)) opened cut) as (rho & positive & near).
  destruct (piece_left t n i up lt) as (u & before & left). destruct (piece_right t n (S i) up) as (v & after & right);
    [lia|].
  assert (close : forall x, t (S i) - rho / 2 <= x <= t (S i) + rho / 2 -> f x = alpha * x + beta)
    by (intros x close; apply line, near, Rabs_def1; lra).
  apply (bends i lt). transitivity alpha.
  - pose proof (Rmax_l u (t (S i) - rho / 2)). pose proof (Rmax_r u (t (S i) - rho / 2)).
    assert (Rmax u (t (S i) - rho / 2) < t (S i)) by (apply Rmax_lub_lt; lra).
    apply (same_line_between f _ (b i) _ beta (Rmax u (t (S i) - rho / 2)) (t (S i))); [assumption | |].
    + intros x between. apply lines; [lia | apply left; lra].
    + intros x between. apply close. lra.
  - pose proof (Rmin_l v (t (S i) + rho / 2)). pose proof (Rmin_r v (t (S i) + rho / 2)).
    assert (t (S i) < Rmin v (t (S i) + rho / 2)) by (apply Rmin_glb_lt; lra).
    apply (same_line_between f _ beta _ (b (S i)) (t (S i)) (Rmin v (t (S i) + rho / 2))); [assumption | |].
    + intros x between. apply close. lra.
    + intros x between. apply lines; [lia | apply right; lra].
Qed.

(** A connected open set on which f is affine and that has a point strictly inside a piece stays strictly inside it. *)
Lemma stays_inside B i p : (i < n)%nat -> open_set 1 B -> connected 1 B -> affine_on 1 (of_points f) B -> B [p] ->
  inside i p -> forall x, B x -> on_line (inside i) x.
Proof.
  intros lt opened joined affine at_p [left right] x at_x. pose proof (proj1 opened x at_x) as one.
  split; [exact one|]. rewrite (one_coordinate x one) in at_x. set (q := hd 0 x) in *. split.
  - destruct i as [|i]; [now left|]. right. destruct left as [| before]; [discriminate|].
    apply Rnot_le_lt. intros beyond.
    apply (no_cut B i lt opened affine), (connected_between B q p); auto. lra.
  - destruct right as [| after]; [now left|]. destruct (Nat.eq_dec (S i) n) as [| more]; [now left|].
    right. apply Rnot_le_lt. intros beyond.
    apply (no_cut B i ltac:(lia) opened affine), (connected_between B p q); auto. lra.
Qed.

Lemma inside_is_piece i : (i < n)%nat -> is_piece 1 (of_points f) (on_line (inside i)).
Proof.
  intros lt. destruct (piece_has_two t n i up lt) as (u & v & less & at_u & at_v).
  pose proof (between_inside i u v less at_u at_v) as middle. set (p := (u + v) / 2) in *.
  split; [exists [p]; now split | split; [|split; [|split]]].
  - apply open_set_on_line. intros x [left right].
    exists (Rmin (if Nat.eq_dec i 0 then 1 else x - t i) (if Nat.eq_dec (S i) n then 1 else t (S i) - x)). split.
    + apply Rmin_pos; destruct Nat.eq_dec; try lra; [destruct left | destruct right]; lra || contradiction.
    + intros y close. apply Rabs_def2 in close.
      pose proof (Rmin_l (if Nat.eq_dec i 0 then 1 else x - t i) (if Nat.eq_dec (S i) n then 1 else t (S i) - x)).
      pose proof (Rmin_r (if Nat.eq_dec i 0 then 1 else x - t i) (if Nat.eq_dec (S i) n then 1 else t (S i) - x)).
      split; [destruct (Nat.eq_dec i 0) | destruct (Nat.eq_dec (S i) n)]; auto; right; lra.
  - apply intervals_connected. intros x y z [left _] [_ right] between.
    split; [destruct left | destruct right]; auto; right; lra.
  - exists [a i], (b i). split; [reflexivity|]. intros x [_ at_x]. unfold of_points.
    rewrite (lines i) by (auto; now apply inside_piece).
    destruct x as [|c rest]; simpl; ring.
  - intros B opened joined affine larger. apply (stays_inside B i p); try assumption. apply larger. now split.
Qed.

(** Every piece in the sense of maximal sets is one between the cuts. *)
Lemma piece_is_inside A : (1 <= n)%nat -> is_piece 1 (of_points f) A ->
  exists i, (i < n)%nat /\ forall x, A x <-> on_line (inside i) x.
Proof.
  intros some ([x at_x] & opened & joined & affine & largest).
  pose proof (proj1 opened x at_x) as one. rewrite (one_coordinate x one) in at_x. set (c := hd 0 x) in *.
  destruct (open_near A c opened at_x) as (rho & positive & near).
  destruct (clear_within (cuts t n) (c - rho / 2) (c + rho / 2)) as (u & v & low & less & high & free); [lra|].
  destruct (clear_in_piece t n u v some less free) as (i & lt & whole). exists i. split; [exact lt|].
  pose proof (between_inside i u v less (whole u ltac:(lra)) (whole v ltac:(lra))) as middle.
  assert (at_p : A [(u + v) / 2]) by (apply near, Rabs_def1; lra).
  pose proof (stays_inside A i _ lt opened joined affine at_p middle) as stays.
  destruct (inside_is_piece i lt) as (_ & opened' & joined' & affine' & _).
  intros y. split; [apply stays|]. now apply largest.
Qed.

Lemma inside_differs i j : (i < j < n)%nat -> ~ forall x, on_line (inside i) x <-> on_line (inside j) x.
Proof.
  intros lt same. destruct (inside_is_piece i ltac:(lia)) as [[x at_x] _].
  destruct (proj1 (same x) at_x) as [_ [[-> | more] _]]; [lia|].
  destruct at_x as [_ [_ [last | less]]]; [lia|].
  destruct (Nat.eq_dec (S i) j) as [E | ne]; [rewrite E in less; lra|].
  pose proof (increasing t n up (S i) j ltac:(lia) ltac:(lia)). lra.
Qed.

End Cuts.

(** ** The two ways to count *)

Lemma pieces_in_space f n : has_pieces f n -> has_pieces_in_space 1 (of_points f) n.
Proof.
  intros (some & t & a & b & up & bends & lines). exists (fun i => on_line (inside n t i)). split; [|split].
  - intros i lt. now apply (inside_is_piece f n t a b).
  - intros i j lt. now apply (inside_differs f n t a b).
  - intros A piece. now apply (piece_is_inside f n t a b).
Qed.

(** A function that is affine on finitely many polyhedra, which cover the line, is affine between their ends. *)
Definition ends (faces : list (point * R)) : list R := map (fun h => snd h / hd 0 (fst h)) faces.

Lemma face_between (c d u v x : R) : ~ u < d / c < v -> u < v -> c * ((u + v) / 2) <= d -> u <= x <= v -> c * x <= d.
Proof.
  intros off less middle between. destruct (Req_dec c 0) as [-> | nonzero]; [lra|].
  apply Rnot_lt_le. intros beyond. apply off. assert (root : c * (d / c) = d) by (field; exact nonzero).
  set (r := d / c) in *. destruct (Rdichotomy _ _ nonzero) as [negative | positive]; split; nra.
Qed.

Lemma covered_affine_off f polyhedra :
  Forall (fun A => polyhedron 1 A /\ affine_on 1 (of_points f) A) polyhedra ->
  exists cs, forall u v, u < v -> clear cs u v -> Exists (fun A => A [(u + v) / 2]) polyhedra -> affine_between f u v.
Proof.
  induction 1 as [|A polyhedra [(faces & sized & solutions) affine] _ (cs & IH)].
  - exists []. intros u v _ _ none. inversion none.
  - exists (ends faces ++ cs). intros u v less free cover. inversion cover as [? ? here | ? ? rest]; subst.
    + destruct (affine_line f A affine) as (alpha & beta & line). exists alpha, beta. intros x between.
      apply line, solutions. split; [reflexivity|]. apply solutions in here as [_ here].
      rewrite Forall_forall in *. intros h found. specialize (here h found). specialize (sized h found).
      assert (off : ~ u < snd h / hd 0 (fst h) < v).
      { apply free, in_or_app. left. exact (in_map (fun h => snd h / hd 0 (fst h)) _ _ found). }
      assert (value : forall y, dot (fst h) [y] = hd 0 (fst h) * y).
      { intros y. destruct h as [[|c [|]] d]; try discriminate. simpl. ring. }
      rewrite value in *. now apply (face_between _ _ u v).
    + apply IH; [exact less | | exact rest]. intros c found. apply free, in_or_app. now right.
Qed.

Lemma piecewise_affine_off f : piecewise_linear 1 (of_points f) -> exists cs, affine_off f cs.
Proof.
  intros (polyhedra & each & cover). destruct (covered_affine_off f polyhedra each) as [cs H].
  exists cs. intros u v less free. now apply H, cover.
Qed.

Lemma pieces_piecewise_linear f n : has_pieces f n -> piecewise_linear 1 (of_points f).
Proof.
  intros (some & t & a & b & _ & _ & lines). exists (map (fun i => on_line (in_piece t n i)) (seq 0 n)). split.
  - apply Forall_map, Forall_forall. intros i place. apply in_seq in place. split.
    + exists ((if Nat.eq_dec i 0 then [] else [([-1], - t i)]) ++
        (if Nat.eq_dec (S i) n then [] else [([1], t (S i))])).
      split.
      * destruct (Nat.eq_dec i 0), (Nat.eq_dec (S i) n); repeat constructor.
      * intros x. unfold on_line, in_piece. rewrite Forall_app.
        split; intros [one [left right]]; (split; [exact one|]); destruct x as [|c [|]]; try discriminate;
          cbn [hd] in *; (split; [destruct (Nat.eq_dec i 0) | destruct (Nat.eq_dec (S i) n)]).
        -- constructor.
        -- constructor; [|constructor]. simpl. destruct left; [contradiction | lra].
        -- constructor.
        -- constructor; [|constructor]. simpl. destruct right; [contradiction | lra].
        -- now left.
        -- right. inversion_clear left as [|? ? bound _]. simpl in bound. lra.
        -- now left.
        -- right. inversion_clear right as [|? ? bound _]. simpl in bound. lra.
    + exists [a i], (b i). split; [reflexivity|]. intros x [one at_x]. unfold of_points.
      rewrite (lines i) by (assumption || lia). rewrite (one_coordinate x one). simpl. ring.
  - intros x one. apply Exists_exists.
    assert (found : exists i, (i < n)%nat /\ in_piece t n i (hd 0 x)).
    { assert (K : forall k, (k < n)%nat -> exists i, (i <= k)%nat /\ (i = 0%nat \/ t i <= hd 0 x) /\
        (i = k \/ hd 0 x <= t (S i))).
      { induction k as [|k IH]; intros lt; [exists 0%nat; auto|].
        destruct (IH ltac:(lia)) as (i & le & left & [-> | right]); [|exists i; auto].
        destruct (Rle_lt_dec (t (S k)) (hd 0 x)); [exists (S k); auto|].
        exists k. split; [lia | split; [exact left | right; lra]]. }
      destruct (K (n - 1)%nat ltac:(lia)) as (i & le & left & right). exists i. split; [lia|].
      split; [exact left|]. destruct right; [left; lia | now right]. }
    destruct found as (i & lt & at_x). exists (on_line (in_piece t n i)). split; [|now split].
    apply in_map_iff. exists i. split; [reflexivity|]. apply in_seq. lia.
Qed.

(** A function on the line has n pieces, counted by its cuts, if and only if, as a function on R^1, it is piecewise
    linear and has n pieces, counted as maximal open connected sets on which it is affine. *)
Lemma pieces_bridge f n :
  has_pieces f n <-> piecewise_linear 1 (of_points f) /\ has_pieces_in_space 1 (of_points f) n.
Proof.
  split.
  - intros pieces. split; [now apply (pieces_piecewise_linear f n) | now apply pieces_in_space].
  - intros [linear counted]. destruct (piecewise_affine_off f linear) as [cs off].
    destruct (affine_off_pieces f cs off) as (m & _ & pieces).
    replace n with m; [exact pieces|].
    exact (pieces_in_space_unique 1 _ m n (pieces_in_space f m pieces) counted).
Qed.
