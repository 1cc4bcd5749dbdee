(** Threshold circuits above ReLU gates with given weights, on finitely many points, whatever their biases: lists that
    hold the patterns of values that they can have, each with the number of gates whose argument changes its sign. *)

From Coq Require Import Reals List Bool Classical ClassicalDedekindReals Lia Lra.
From Marginalia.formal Require Import vectors networks boolean chance binomials.
From Marginalia.formal Require Import vectors_facts networks_facts boolean_facts distributions_facts.
From Marginalia.formal Require Import sign_patterns_facts circuit_counts_facts.
Import ListNotations.
Open Scope R_scope.

(** Of some members of a list one has the least value. *)
Lemma least_value_member {T : Type} (l : list T) (P : T -> Prop) (q : T -> R) : (exists a, In a l /\ P a) ->
  exists a, In a l /\ P a /\ forall y, In y l -> P y -> q a <= q y.
Proof.
  induction l as [|x l IH]; intros (a & I & H); [destruct I|].
  destruct (classic (exists a, In a l /\ P a)) as [some | none].
  - destruct (IH some) as (z & Iz & Pz & least). destruct (classic (P x /\ q x <= q z)) as [[Px less] | no].
    + exists x. split; [now left | split; [exact Px|]]. intros y [<- | Iy] Py; [lra|]. specialize (least y Iy Py). lra.
    + exists z. split; [now right | split; [exact Pz|]]. intros y [<- | Iy] Py; [|now apply least].
      apply Rnot_lt_le. intros less. apply no. split; [exact Py | lra].
  - destruct I as [<- | I]; [|exfalso; eauto].
    exists x. split; [now left | split; [exact H|]]. intros y [<- | Iy] Py; [lra | exfalso; eauto].
Qed.

(** ** Coverings *)

(** A finite list holds all pairs of a set; the price of each of its pairs is a power, the second entry of the pair, and
    all prices together are at most W. *)
Definition covered (price : R) (T : bits -> nat -> Prop) (W : R) : Prop :=
  exists Q : list (bits * nat), (forall p s, T p s -> In (p, s) Q) /\ total (map (fun q => price ^ snd q) Q) <= W.

Section Coverings.
Variable price : R.

Lemma covered_weaker (T T' : bits -> nat -> Prop) W W' :
  (forall p s, T' p s -> T p s) -> W <= W' -> covered price T W -> covered price T' W'.
Proof. intros part less (Q & all & small). exists Q. split; [auto | lra]. Qed.

Lemma covered_or (T T' : bits -> nat -> Prop) W W' :
  covered price T W -> covered price T' W' -> covered price (fun p s => T p s \/ T' p s) (W + W').
Proof.
  intros (Q & all & small) (Q' & all' & small'). exists (Q ++ Q'). split.
  - intros p s [H | H]; apply in_or_app; auto.
  - rewrite map_app, total_app. lra.
Qed.

Lemma covered_some {T : Type} (l : list T) (F : T -> bits -> nat -> Prop) W :
  (forall a, covered price (F a) W) -> covered price (fun p s => exists a, In a l /\ F a p s) (INR (length l) * W).
Proof.
  intros each. induction l as [|a l IH].
  - exists []. split; [intros p s (a & [] & _) | simpl; lra].
  - cbn [length]. rewrite S_INR. apply covered_weaker with (3 := covered_or _ _ _ _ (each a) IH); [|lra].
    intros p s (z & [<- | I] & H); [now left | right; eauto].
Qed.

Lemma covered_next (T : bits -> nat -> Prop) W :
  0 <= price -> covered price T W -> covered price (fun p s => exists s', s = S s' /\ T p s') (price * W).
Proof.
  intros positive (Q & all & small). exists (map (fun q => (fst q, S (snd q))) Q). split.
  - intros p s (s' & -> & H). apply in_map_iff. exists (p, s'). split; [reflexivity | auto].
  - rewrite map_map. cbn [snd]. apply Rle_trans with (price * total (map (fun q => price ^ snd q) Q)).
    + right. clear. induction Q as [|q Q IH]; cbn [map]; [unfold total; simpl; ring|]. rewrite !total_cons, IH. simpl.
      ring.
    + now apply Rmult_le_compat_l.
Qed.

(** ** Thresholds of an affine family *)

Context {A : Type}.
Variable points : list A.
Hypothesis some_points : (1 <= length points)%nat.

Definition pattern (f : A -> R) : bits := map (fun y => at_most 0 (f y)) points.

Lemma pattern_ext f g : (forall y, In y points -> f y = g y) -> pattern f = pattern g.
Proof. intros H. apply map_ext_in. intros y I. now rewrite H. Qed.

Definition affine_value (phi : A -> R) (hs : list (A -> R)) (B : R) (beta : point) (y : A) : R :=
  phi y + B + dot beta (map (fun h => h y) hs).

Lemma affine_patterns (phi : A -> R) (hs : list (A -> R)) : exists Q : list bits,
  (forall B beta, length beta = length hs -> In (pattern (affine_value phi hs B beta)) Q) /\
  (length Q <= (2 * length points) ^ S (length hs))%nat.
Proof.
  set (vectors_ := map (fun y => phi y :: 1 :: map (fun h => h y) hs) points).
  set (P := realized (2 + length hs) vectors_).
  exists (filter (fun s => if sig_not_dec (P s) then true else false) (cube (length points))). split.
  - intros B beta long. apply filter_In. split; [apply in_cube, map_length|].
    destruct (sig_not_dec _) as [yes | no]; [reflexivity|]. exfalso. apply no.
    assert (same : pattern (affine_value phi hs B beta) = above (1 :: B :: beta) vectors_).
    { unfold pattern, above, vectors_. rewrite map_map. apply map_ext. intros y. unfold affine_value. simpl. f_equal.
      ring. }
    destruct (above_strictly (1 :: B :: beta) vectors_) as (e & signs). rewrite <- same in signs.
    exists (1 :: (B + e) :: beta). split; [simpl; congruence|]. revert signs.
    generalize (pattern (affine_value phi hs B beta)). unfold vectors_. clear.
    induction points as [|y l IH]; intros p signs; inversion signs as [|c v p' l' first rest]; subst; constructor;
      [|now apply IH]. simpl in *.
    match goal with H : has_sign _ ?v |- has_sign _ ?v' => replace v' with v by ring end. exact first.
  - assert (count : forall Q, NoDup Q -> (forall s, In s Q -> P s) ->
      (length Q <= 2 * binomial_sum (length points - 1) (2 + length hs))%nat).
    { intros Q distinct holds. apply (patterns_bounded _ _ vectors_); [| | exact distinct | now apply Forall_forall].
      - unfold vectors_. rewrite map_length. lia.
      - apply Forall_forall. intros v I. apply in_map_iff in I as (y & <- & _). simpl. now rewrite map_length. }
    eapply Nat.le_trans; [apply count|].
    + apply NoDup_filter, cube_distinct.
    + intros s I. apply filter_In in I as [_ I]. destruct (sig_not_dec (P s)); [now apply NNPP | discriminate].
    + pose proof (binomial_sum_below (length points - 1) (S (length hs))) as power.
      replace (S (length points - 1)) with (length points) in power by lia.
      rewrite Nat.pow_mul_l. change (2 + length hs)%nat with (S (S (length hs))).
      assert (2 <= 2 ^ S (length hs))%nat by (simpl; pose proof (Nat.pow_nonzero 2 (length hs)); lia). nia.
Qed.

(** ** ReLU gates *)

(** The argument of a gate is neither at least 0 at all points nor negative at all. *)
Definition survives (f : A -> R) : bool :=
  negb (forallb (fun y => at_most 0 (f y)) points || forallb (fun y => negb (at_most 0 (f y))) points).

(** Gates given by the weight of their output and their argument without the bias: the sum of the outputs for given
    biases, and the number of gates that survive. *)
Fixpoint outputs (gates : list (R * (A -> R))) (biases : list R) (y : A) : R :=
  match gates, biases with
  | (g, u) :: gates', b :: biases' => g * relu (b + u y) + outputs gates' biases' y
  | _, _ => 0
  end.
Fixpoint survivors (gates : list (R * (A -> R))) (biases : list R) : nat :=
  match gates, biases with
  | (_, u) :: gates', b :: biases' => (if survives (fun y => b + u y)%R then 1 else 0) + survivors gates' biases'
  | _, _ => 0
  end.

(** What circuits with any biases and any weights of the functions hs do. *)
Definition family (phi : A -> R) (hs : list (A -> R)) (gates : list (R * (A -> R))) (p : bits) (s : nat) : Prop :=
  exists B beta biases, length beta = length hs /\ length biases = length gates /\
    p = pattern (fun y => affine_value phi hs B beta y + outputs gates biases y) /\ s = survivors gates biases.

(** A gate is active where its argument is at least that at some point. *)
Definition active (g : R) (u : A -> R) (a y : A) : R := if Rle_dec (u a) (u y) then g else 0.

Lemma gate_cases g u b :
  (survives (fun y => b + u y) = false /\ forall y, In y points -> g * relu (b + u y) = 0) \/
  (survives (fun y => b + u y) = false /\ forall y, In y points -> g * relu (b + u y) = g * (b + u y)) \/
  (survives (fun y => b + u y) = true /\
    exists a, In a points /\ forall y, In y points -> g * relu (b + u y) = active g u a y * (b + u y)).
Proof.
  unfold survives.
  destruct (forallb (fun y => at_most 0 (b + u y)) points) eqn:on;
    [|destruct (forallb (fun y => negb (at_most 0 (b + u y))) points) eqn:off]; simpl.
  - right. left. split; [reflexivity|]. intros y I. rewrite forallb_forall in on. specialize (on y I).
    destruct (at_most_cases 0 (b + u y)) as [[high _] | [_ no]]; [now rewrite relu_nonneg | congruence].
  - left. split; [reflexivity|]. intros y I. rewrite forallb_forall in off. specialize (off y I).
    destruct (at_most_cases 0 (b + u y)) as [[_ no] | [low _]]; [rewrite no in off; discriminate|].
    rewrite relu_nonpos by lra. ring.
  - right. right. split; [reflexivity|].
    assert (some : exists a, In a points /\ 0 <= b + u a).
    { apply NNPP. intros none. rewrite <- not_true_iff_false in off. apply off, forallb_forall. intros y I.
      destruct (at_most_cases 0 (b + u y)) as [[high _] | [_ ->]]; [exfalso; eauto | reflexivity]. }
    destruct (least_value_member points _ u some) as (a & I & high & least). exists a. split; [exact I|]. intros y Iy.
    unfold active. destruct (Rle_dec (u a) (u y)) as [more | less].
    + rewrite relu_nonneg by lra. reflexivity.
    + destruct (Rle_dec 0 (b + u y)) as [yes | no]; [specialize (least y Iy yes); lra|].
      rewrite relu_nonpos by lra. ring.
Qed.

Lemma cut_gate phi hs g u gates B beta b biases a :
  (forall y, In y points -> g * relu (b + u y) = active g u a y * (b + u y)) ->
  length beta = length hs -> length biases = length gates ->
  family (fun y => phi y + active g u a y * u y) (active g u a :: hs) gates
    (pattern (fun y => affine_value phi hs B beta y + outputs ((g, u) :: gates) (b :: biases) y))
    (survivors gates biases).
Proof.
  intros same long long'. exists B, (b :: beta), biases. split; [simpl; congruence | split; [exact long'|]].
  split; [|reflexivity]. apply pattern_ext. intros y I. cbn [outputs]. rewrite same by exact I.
  unfold affine_value. simpl. ring.
Qed.

Hypothesis positive_price : 0 <= price.

(** Circuits with no gate left. *)
Lemma without_gates phi hs : covered price (family phi hs []) ((2 * INR (length points)) ^ S (length hs)).
Proof.
  destruct (affine_patterns phi hs) as (Q & all & few). exists (map (fun p => (p, 0%nat)) Q). split.
  - intros p s (B & beta & biases & long & none & -> & ->). destruct biases; [|discriminate]. apply in_map_iff.
    exists (pattern (affine_value phi hs B beta)). split; [|now apply all]. simpl. f_equal.
    apply pattern_ext. intros y _. ring.
  - rewrite map_map. simpl snd. apply le_INR in few. rewrite pow_INR, mult_INR in few. simpl (INR 2) in few.
    apply Rle_trans with (2 := few). right. clear. simpl pow. induction Q as [|q Q IH]; [reflexivity|].
    cbn [map length]. rewrite total_cons, S_INR, IH. ring.
Qed.

(** For w gates of any weights. *)
Lemma circuits_covered gates phi hs : price * (INR (length points) * (2 * INR (length points))) <= 1 ->
  covered price (family phi hs gates) (3 ^ length gates * (2 * INR (length points)) ^ S (length hs)).
Proof.
  intros cheap. revert phi hs. set (N := INR (length points)) in *.
  assert (nonneg : 0 <= N) by apply pos_INR.
  induction gates as [|[g u] gates IH]; intros phi hs.
  { apply covered_weaker with (3 := without_gates phi hs); [auto | simpl; fold N; lra]. }
  set (W := 3 ^ length gates * (2 * N) ^ S (length hs)).
  assert (W_nonneg : 0 <= W) by (unfold W; apply Rmult_le_pos; apply pow_le; lra).
  assert (cut : covered price (fun p s => exists s', s = S s' /\ exists a, In a points /\
    family (fun y => phi y + active g u a y * u y) (active g u a :: hs) gates p s') (price * (N * (2 * N * W)))).
  { apply covered_next, covered_some; [exact positive_price|]. intros a.
    apply covered_weaker with (3 := IH (fun y => phi y + active g u a y * u y) (active g u a :: hs));
      [intros p s H; exact H | right; unfold W; simpl; ring]. }
  apply covered_weaker with (3 := covered_or _ _ _ _ (IH phi hs)
    (covered_or _ _ _ _ (IH (fun y => phi y + g * u y) hs) cut)).
  - intros p s (B & beta & biases & long & long' & -> & ->). destruct biases as [|b biases]; [discriminate|].
    injection long' as long'. cbn [survivors].
    destruct (gate_cases g u b) as [[-> off] | [[-> on] | [-> (a & I & same)]]].
    + left. exists B, beta, biases. repeat split; [exact long | exact long'|]. apply pattern_ext. intros y I. simpl.
      rewrite off by exact I. ring.
    + right. left. exists (B + g * b), beta, biases. repeat split; [exact long | exact long'|]. apply pattern_ext.
      intros y I. simpl. rewrite on by exact I. unfold affine_value. ring.
    + right. right. exists (survivors gates biases). split; [reflexivity|]. exists a. split; [exact I|].
      now apply cut_gate.
  - fold N W. cbn [length].
    replace (3 ^ S (length gates) * (2 * N) ^ S (length hs)) with (3 * W) by (unfold W; simpl; ring).
    assert (price * (N * (2 * N)) * W <= 1 * W) by (now apply Rmult_le_compat_r). nra.
Qed.

(** For w gates whose arguments combine h0s: a forced gate adds one more such combination. *)
Lemma merged_covered gates phi news h0s M : 0 < M ->
  M * (price * (INR (length points) * (2 * INR (length points)))) <= 1 ->
  Forall (fun gate : R * (A -> R) => exists c coef, length coef = length h0s /\ forall y,
    In y points -> snd gate y = c + dot coef (map (fun h => h y) h0s)) gates ->
  covered price (family phi (news ++ h0s) gates)
    ((1 + / M) ^ length gates * (2 * INR (length points)) ^ S (length (news ++ h0s))).
Proof.
  intros positive cheap combined. revert phi news. set (N := INR (length points)) in *.
  assert (nonneg : 0 <= N) by apply pos_INR. assert (share : 0 < / M) by now apply Rinv_0_lt_compat.
  induction combined as [|[g u] gates (c & coef & size & combination) _ IH]; intros phi news.
  { apply covered_weaker with (3 := without_gates phi (news ++ h0s)); [auto | simpl; fold N; lra]. }
  simpl in combination.
  set (W := (1 + / M) ^ length gates * (2 * N) ^ S (length (news ++ h0s))).
  assert (W_nonneg : 0 <= W) by (unfold W; apply Rmult_le_pos; apply pow_le; lra).
  assert (cut : covered price (fun p s => exists s', s = S s' /\ exists a, In a points /\
    family (fun y => phi y + active g u a y * u y) ((active g u a :: news) ++ h0s) gates p s')
    (price * (N * (2 * N * W)))).
  { apply covered_next, covered_some; [exact positive_price|]. intros a.
    apply covered_weaker with (3 := IH (fun y => phi y + active g u a y * u y) (active g u a :: news));
      [intros p s H; exact H | right; unfold W; simpl; ring]. }
  apply covered_weaker with (3 := covered_or _ _ _ _ (IH phi news) cut).
  - intros p s (B & beta & biases & long & long' & -> & ->). destruct biases as [|b biases]; [discriminate|].
    injection long' as long'. cbn [survivors].
    destruct (gate_cases g u b) as [[-> off] | [[-> on] | [-> (a & I & same)]]].
    + left. exists B, beta, biases. repeat split; [exact long | exact long'|]. apply pattern_ext. intros y I. simpl.
      rewrite off by exact I. ring.
    + left. exists (B + g * (b + c)), (add beta (scale g (repeat 0 (length news) ++ coef))), biases.
      assert (sized : length (repeat 0 (length news) ++ coef) = length (news ++ h0s))
        by (rewrite !app_length, repeat_length; congruence).
      assert (sized' : length beta = length (scale g (repeat 0 (length news) ++ coef)))
        by (rewrite (length_scale (length (news ++ h0s))); congruence).
      split; [apply length_add; congruence | split; [exact long' | split; [|reflexivity]]]. apply pattern_ext.
      intros y I. simpl. rewrite on by exact I. unfold affine_value. rewrite dot_add_l by exact sized'.
      rewrite dot_scale_l, map_app, (dot_app (repeat 0 _)) by (now rewrite repeat_length, map_length).
      fold (origin (length news)). rewrite dot_origin_l, combination by exact I. ring.
    + right. exists (survivors gates biases). split; [reflexivity|]. exists a. split; [exact I|].
      now apply cut_gate.
  - fold N W. cbn [length].
    replace ((1 + / M) ^ S (length gates) * (2 * N) ^ S (length (news ++ h0s))) with (W + / M * W)
      by (unfold W; simpl; ring).
    assert (price * (N * (2 * N)) <= / M).
    { apply Rmult_le_reg_l with (1 := positive). rewrite Rinv_r by lra. exact cheap. }
    assert (price * (N * (2 * N)) * W <= / M * W) by (now apply Rmult_le_compat_r). nra.
Qed.
End Coverings.
