(** Some network with one hidden layer has the least squared loss: on the cell of each pattern of signs and active units
    the outputs are a polyhedron, in which one point is closest to the labels, and there are finitely many patterns. *)

From Coq Require Import Reals List Lra Lia.
From Marginalia.formal Require Import vectors vectors_facts networks networks_facts boolean boolean_facts andreev.
From Marginalia.formal Require Import andreev_facts space_pieces polyhedra_facts training training_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** A pattern has for each unit its sign, true for 1, and whether it is active, point by point. *)
Definition pattern := list (bool * list bool).

(** All patterns. *)
Definition patterns (w D : nat) : list pattern := lists_of w (list_prod [true; false] (cube D)).

(** Every network has the outputs of one in the cell of a pattern. *)
Lemma pattern_of_network n w D x v g : gates_read n w g ->
  exists pattern h, In pattern (patterns w D) /\ gates_read n w h /\ in_cell w D x (sets_of pattern) h /\
    forall z, two_layers w v g z = two_layers w (signs_of pattern) h z.
Proof.
  intros read. destruct (as_guess n w D x v g read) as (s & P & h & (S & _ & read' & cell) & E).
  set (pattern := map (fun i => (if Req_EM_T (s i) 1 then true else false, map (P i) (seq 0 D))) (seq 0 w)).
  exists pattern, h. split; [|split; [exact read'|split]].
  - apply in_lists_of. unfold pattern. split; [now rewrite map_length, seq_length|].
    apply Forall_map, Forall_forall. intros i _. apply in_prod_iff. split; [destruct Req_EM_T; simpl; auto|].
    apply in_cube. now rewrite map_length, seq_length.
  - intros i j I J. unfold sets_of, pattern. rewrite nth_listed by exact I. cbn [snd].
    rewrite nth_listed by exact J. now apply cell.
  - intros z. rewrite E. apply sum_ext. intros i I. unfold signs_of, pattern. rewrite nth_listed by exact I.
    cbn [fst]. destruct (S i I) as [-> | ->]; destruct Req_EM_T; simpl; lra.
Qed.

(** ** The outputs of the networks in a cell are a polyhedron *)

(** z lists the outputs of gates in the cell of the pattern. *)
Definition outputs (n D : nat) (x : nat -> point) (pattern : pattern) (z : point) : Prop :=
  length z = D /\ exists g, gates_read n (length pattern) g /\ in_cell (length pattern) D x (sets_of pattern) g /\
    forall j, (j < D)%nat -> nth j z 0 =
      active_sum (length pattern) (signs_of pattern) (sets_of pattern) g (x j) j.

(** The same for a single unit. *)
Definition unit_outputs (n D : nat) (x : nat -> point) (unit : bool * list bool) (z : point) : Prop :=
  length z = D /\ exists g, length (weights g) = n /\ forall j, (j < D)%nat ->
    if nth j (snd unit) false
    then 0 <= gate_value g (x j) /\ nth j z 0 = sign (fst unit) * gate_value g (x j)
    else gate_value g (x j) <= 0 /\ nth j z 0 = 0.

Definition row (D j : nat) : point := nth j (identity D) [].

Lemma length_row D j : (j < D)%nat -> length (row D j) = D.
Proof.
  intros J. apply (proj1 (Forall_forall _ _) (identity_rows D)), nth_In. now rewrite length_identity.
Qed.

Lemma dot_row D j z : length z = D -> (j < D)%nat -> dot (row D j) z = nth j z 0.
Proof.
  intros L J. rewrite <- (dot_identity D z L) at 2. unfold row.
  rewrite (nth_indep _ 0 (dot [] z)) by (rewrite map_length, length_identity; exact J).
  now rewrite (map_nth (fun r => dot r z)).
Qed.

(** The inequalities for a bias, weights and outputs at the point j. *)
Definition unit_faces (D : nat) (x : nat -> point) (unit : bool * list bool) (j : nat) : list face :=
  let p := 1 :: x j in
  let t := if nth j (snd unit) false then sign (fst unit) else 0 in
  [(scale (if nth j (snd unit) false then -1 else 1) p ++ origin D, 0);
   (scale t p ++ scale (-1) (row D j), 0); (scale (- t) p ++ row D j, 0)].

Lemma unit_faces_mean n D x unit b a z j :
  length (x j) = n -> length a = n -> length z = D -> (j < D)%nat ->
  (Forall (fun h => dot (fst h) ((b :: a) ++ z) <= snd h) (unit_faces D x unit j) <->
   if nth j (snd unit) false
   then 0 <= gate_value (Gate a b) (x j) /\ nth j z 0 = sign (fst unit) * gate_value (Gate a b) (x j)
   else gate_value (Gate a b) (x j) <= 0 /\ nth j z 0 = 0).
Proof.
  intros Lx La Lz J. assert (Lp : length (1 :: x j) = S n) by (simpl; now f_equal).
  pose proof (length_row D j J) as Lr.
  assert (V : dot (1 :: x j) (b :: a) = gate_value (Gate a b) (x j)).
  { unfold gate_value. simpl. rewrite (dot_comm a). ring. }
  unfold unit_faces. rewrite !Forall_cons_iff. cbn [fst snd].
  rewrite !dot_app by (rewrite (length_scale (S n)); simpl in *; congruence).
  rewrite dot_origin_l, !dot_scale_l, dot_row, V by assumption.
  destruct (nth j (snd unit) false); split.
  - intros (H1 & H2 & H3 & _). split; lra.
  - intros (H1 & H2). rewrite H2. split; [lra|split; [lra|split; [lra|constructor]]].
  - intros (H1 & H2 & H3 & _). split; lra.
  - intros (H1 & H2). rewrite H2. split; [lra|split; [lra|split; [lra|constructor]]].
Qed.

Lemma unit_polyhedron n D x unit : points_of n D x -> polyhedron D (unit_outputs n D x unit).
Proof.
  intros points.
  assert (K : polyhedron (S n + D) (fun v => length v = (S n + D)%nat /\
    Forall (fun h => dot (fst h) v <= snd h) (flat_map (unit_faces D x unit) (seq 0 D)))).
  { exists (flat_map (unit_faces D x unit) (seq 0 D)). split; [|tauto]. apply Forall_forall. intros h I.
    apply in_flat_map in I as (j & J & I). apply in_seq in J.
    assert (Lp : length (1 :: x j) = S n) by (simpl; f_equal; apply points; lia).
    pose proof (length_row D j ltac:(lia)) as Lr.
    destruct I as [<-|[<-|[<-|[]]]]; cbn [fst]; rewrite app_length; f_equal; try (now apply length_scale);
      [apply length_origin|exact Lr]. }
  apply polyhedron_project in K. eapply polyhedron_same; [|exact K]. intros z. unfold unit_outputs. split.
  - intros ([|b a] & Lu & Lv & H); [discriminate|]. rewrite app_length, Lu in Lv. injection Lu as Lu.
    assert (Lz : length z = D) by lia. split; [exact Lz|]. exists (Gate a b). split; [exact Lu|]. intros j J.
    apply (unit_faces_mean n D x unit b a z j (points j J) Lu Lz J).
    rewrite Forall_flat_map, Forall_forall in H. apply H, in_seq. lia.
  - intros (Lz & [a b] & La & H). simpl in La. exists (b :: a). split; [simpl; congruence|].
    split; [rewrite app_length; simpl; congruence|]. rewrite Forall_flat_map, Forall_forall. intros j J.
    apply in_seq in J. assert (J' : (j < D)%nat) by lia.
    apply (unit_faces_mean n D x unit b a z j (points j J') La Lz J'). now apply H.
Qed.

Lemma outputs_cons n D x unit rest z :
  (exists p q, unit_outputs n D x unit p /\ outputs n D x rest q /\ z = add p q) <-> outputs n D x (unit :: rest) z.
Proof.
  split.
  - intros (p & q & (Lp & g0 & read0 & H0) & (Lq & g & read & cell & H) & ->). split; [lengths|].
    exists (fun i => match i with O => g0 | S i' => g i' end). split; [|split].
    + intros [|i] I; [exact read0|]. apply read. simpl in I. lia.
    + intros [|i] j I J.
      * specialize (H0 j J). unfold sets_of. simpl. destruct (nth j (snd unit) false); apply H0.
      * apply (cell i j); [simpl in I; lia|exact J].
    + intros j J. rewrite nth_add, H by (congruence || exact J). unfold active_sum. simpl length. rewrite sum_shift.
      f_equal. specialize (H0 j J). unfold sets_of, signs_of. simpl.
      destruct (nth j (snd unit) false); apply H0.
  - intros (Lz & g & read & cell & H).
    set (p := map (fun j => if nth j (snd unit) false then sign (fst unit) * gate_value (g 0%nat) (x j) else 0)
      (seq 0 D)).
    set (q := map (fun j =>
      active_sum (length rest) (signs_of rest) (sets_of rest) (fun i => g (S i)) (x j) j) (seq 0 D)).
    assert (Lp : length p = D) by (unfold p; now rewrite map_length, seq_length).
    assert (Lq : length q = D) by (unfold q; now rewrite map_length, seq_length).
    exists p, q. split; [|split].
    + split; [exact Lp|]. exists (g 0%nat). split; [apply read; simpl; lia|]. intros j J.
      specialize (cell 0%nat j ltac:(simpl; lia) J). unfold sets_of in cell. simpl in cell. unfold p.
      rewrite nth_listed by exact J. destruct (nth j (snd unit) false); auto.
    + split; [exact Lq|]. exists (fun i => g (S i)). split; [|split].
      * intros i I. apply read. simpl. lia.
      * intros i j I J. exact (cell (S i) j ltac:(simpl; lia) J).
      * intros j J. unfold q. now rewrite nth_listed.
    + apply (points_equal D); [exact Lz|lengths|]. intros j J. rewrite nth_add by congruence. unfold p, q.
      rewrite !nth_listed, H by exact J. unfold active_sum. simpl length. now rewrite sum_shift.
Qed.

Lemma outputs_polyhedron n D x pattern : points_of n D x -> polyhedron D (outputs n D x pattern).
Proof.
  intros points. induction pattern as [|unit rest IH].
  - exists (flat_map (fun j => [(row D j, 0); (scale (-1) (row D j), 0)]) (seq 0 D)). split.
    + apply Forall_forall. intros h I. apply in_flat_map in I as (j & J & I). apply in_seq in J.
      pose proof (length_row D j ltac:(lia)) as Lr.
      destruct I as [<-|[<-|[]]]; simpl; [exact Lr|now apply length_scale].
    + intros z. rewrite Forall_flat_map, Forall_forall. split.
      * intros (Lz & g & _ & _ & H). split; [exact Lz|]. intros j J. apply in_seq in J.
        specialize (H j ltac:(lia)). unfold active_sum in H. simpl in H.
        rewrite !Forall_cons_iff. cbn [fst snd]. rewrite dot_scale_l, dot_row by (exact Lz || lia).
        split; [lra|split; [lra|constructor]].
      * intros [Lz H]. split; [exact Lz|]. exists (fun _ => Gate [] 0). split; [intros i I; simpl in I; lia|].
        split; [intros i j I; simpl in I; lia|]. intros j J. specialize (H j ltac:(apply in_seq; lia)).
        rewrite !Forall_cons_iff in H. cbn [fst snd] in H. rewrite dot_scale_l, dot_row in H by assumption.
        unfold active_sum. simpl. lra.
  - eapply polyhedron_same; [intros z; apply outputs_cons|]. apply polyhedron_sum; [now apply unit_polyhedron|exact IH].
Qed.

(** ** The least loss *)

Lemma dot_self_sum u : dot u u = sum (fun j => (nth j u 0) ^ 2) (length u).
Proof. induction u as [|t u IH]; [reflexivity|]. cbn [length]. rewrite sum_shift. cbn [nth dot]. rewrite IH. ring. Qed.

Lemma squared_distance D x y z f : length z = D -> (forall j, (j < D)%nat -> nth j z 0 = f (x j)) ->
  dot (sub z (map y (seq 0 D))) (sub z (map y (seq 0 D))) = loss squared D x y f.
Proof.
  intros Lz H. assert (Ly : length (map y (seq 0 D)) = D) by now rewrite map_length, seq_length.
  rewrite dot_self_sum, (length_sub D) by assumption. apply sum_ext. intros j J. unfold squared.
  rewrite nth_sub, nth_listed, H by (congruence || exact J). reflexivity.
Qed.

(** In the cell of a pattern some network has the least squared loss. *)
Lemma best_in_cell n w D x y pattern : points_of n D x -> length pattern = w ->
  exists g, gates_read n w g /\ in_cell w D x (sets_of pattern) g /\
    forall h, gates_read n w h -> in_cell w D x (sets_of pattern) h ->
      loss squared D x y (two_layers w (signs_of pattern) g) <=
        loss squared D x y (two_layers w (signs_of pattern) h).
Proof.
  intros points <-. set (w := length pattern).
  assert (some : forall h, gates_read n w h -> in_cell w D x (sets_of pattern) h ->
    exists z, outputs n D x pattern z /\
      forall j, (j < D)%nat -> nth j z 0 = two_layers w (signs_of pattern) h (x j)).
  { intros h read cell.
    exists (map (fun j => active_sum w (signs_of pattern) (sets_of pattern) h (x j) j) (seq 0 D)).
    split; [split; [now rewrite map_length, seq_length|]|].
    - exists h. split; [exact read|]. split; [exact cell|]. intros j J. now rewrite nth_listed.
    - intros j J. rewrite nth_listed by exact J. symmetry. now apply (in_cell_value w D). }
  destruct (closest_point D (outputs n D x pattern) (map y (seq 0 D))) as (z & (Lz & g & read & cell & H) & least).
  - now apply outputs_polyhedron.
  - destruct (some (fun _ => Gate (origin n) 0)) as (z & Hz & _); [intros i _; apply length_origin| |now exists z].
    intros i j _ _. unfold gate_value. simpl. rewrite dot_origin_l. destruct (sets_of pattern i j); lra.
  - now rewrite map_length, seq_length.
  - exists g. split; [exact read|]. split; [exact cell|]. intros h read' cell'.
    destruct (some h read' cell') as (z' & Hz' & values). pose proof (proj1 Hz') as Lz'.
    rewrite <- (squared_distance D x y z), <- (squared_distance D x y z') by
      (assumption || intros j J; rewrite H by exact J; symmetry; now apply (in_cell_value w D)).
    now apply least.
Qed.

(** Of finitely many numbers, one for each member of a list, one is least. *)
Lemma least_member {A : Type} (P : A -> R -> Prop) (l : list A) : l <> [] -> (forall a, In a l -> exists r, P a r) ->
  exists a r, In a l /\ P a r /\ forall b, In b l -> exists r', P b r' /\ r <= r'.
Proof.
  induction l as [|a l IH]; intros some H; [easy|]. destruct (H a (or_introl eq_refl)) as (r & Pa).
  destruct l as [|b l].
  - exists a, r. split; [now left|]. split; [exact Pa|]. intros c [<-|[]]. exists r. split; [exact Pa|lra].
  - destruct IH as (c & r' & Ic & Pc & least); [discriminate|intros d Id; apply H; now right|].
    destruct (Rle_dec r r') as [L|N].
    + exists a, r. split; [now left|]. split; [exact Pa|]. intros d [<-|Id]; [exists r; split; [exact Pa|lra]|].
      destruct (least d Id) as (r2 & Pd & L2). exists r2. split; [exact Pd|lra].
    + exists c, r'. split; [now right|]. split; [exact Pc|]. intros d [<-|Id]; [exists r; split; [exact Pa|lra]|].
      now apply least.
Qed.

(** For the squared loss there is a global optimum, whatever the data and the width. *)
Lemma squared_optimum n w D x y : points_of n D x -> exists v g, optimal n w squared D x y v g.
Proof.
  intros points.
  set (P := fun pattern r => exists g, gates_read n w g /\
    r = loss squared D x y (two_layers w (signs_of pattern) g) /\
    forall h, gates_read n w h -> in_cell w D x (sets_of pattern) h ->
      r <= loss squared D x y (two_layers w (signs_of pattern) h)).
  destruct (least_member P (patterns w D)) as (pattern & r & _ & (g & read & -> & _) & least).
  - destruct (pattern_of_network n w D x (fun _ => 0) (fun _ => Gate (origin n) 0)) as (pattern & _ & I & _).
    { intros i _. apply length_origin. }
    intros E. rewrite E in I. destruct I.
  - intros pattern I. apply in_lists_of in I as [L _].
    destruct (best_in_cell n w D x y pattern points L) as (g & read & _ & H).
    eexists. exists g. split; [exact read|]. split; [reflexivity|exact H].
  - exists (signs_of pattern), g. split; [exact read|]. intros v h read'.
    destruct (pattern_of_network n w D x v h read') as (other & h' & I & read'' & cell & E).
    destruct (least other I) as (r' & (_ & _ & _ & low) & L). eapply Rle_trans; [exact L|].
    eapply Rle_trans; [now apply (low h')|]. right. apply sum_ext. intros j _. now rewrite E.
Qed.
