(** Theorem 2.2.3, density of ReLU networks in L^q, 1 <= q <= infinity: false, since it fails for q = infinity, where a
    jump is no limit of the continuous functions that networks compute; true for all other q. *)

From Coq Require Import Reals List Lra Lia.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors networks networks_facts piecewise piecewise_facts null_sets.
From Marginalia.formal Require Import null_sets_facts space_pieces integrals integrals_facts.
From Marginalia.mukherjee2020.chapter_2 Require Import lemma_2_a_6 theorem_2_2_1.
Import ListNotations.
Open Scope R_scope.

(** A is a Lebesgue measurable set of R^n: some open set contains it, and what it has more has small outer measure. *)
Definition measurable_set (n : nat) (A : point -> Prop) : Prop :=
  forall eps, 0 < eps -> exists U, open_set n U /\ (forall x, A x -> U x) /\
    outer_measure_at_most n (fun x => U x /\ ~ A x) eps.

(** f is a function of L^infinity(R^n): measurable, and bounded but for a set of measure zero. *)
Definition in_L_infinity (n : nat) (f : point -> R) : Prop :=
  (forall c, measurable_set n (fun x => length x = n /\ f x > c)) /\
  exists B, null_set n (fun x => length x = n /\ Rabs (f x) > B).

(** The norm of f - g in L^infinity(R^n) is at most eps. *)
Definition within (n : nat) (f g : point -> R) (eps : R) : Prop :=
  null_set n (fun x => length x = n /\ Rabs (f x - g x) > eps).

(** ** A jump *)

(** 1 between 0 and 1, and 0 elsewhere. *)
Definition jump (x : point) : R := if Rlt_dec 0 (hd 0 x) then if Rlt_dec (hd 0 x) 1 then 1 else 0 else 0.

Lemma empty_covered (A : point -> Prop) eps : 0 < eps -> (forall x, ~ A x) -> outer_measure_at_most 1 A eps.
Proof.
  intros pos none. exists (fun _ => [0]), (fun _ => [0]). split; [|split].
  - intros _. split; [reflexivity|]. constructor; [lra|constructor].
  - intros K. apply Rle_trans with 0; [|lra]. right.
    induction (seq 0 K) as [|q qs IH]; simpl in *; [reflexivity|]. rewrite IH. ring.
  - intros x H. destruct (none x H).
Qed.

Lemma near_on_line x y rho : norm (sub [y] [x]) < rho -> Rabs (y - x) < rho.
Proof.
  unfold norm, sub. simpl. intros H.
  replace ((y + -1 * x) * (y + -1 * x) + 0) with (Rsqr (y - x)) in H by (unfold Rsqr; ring).
  now rewrite sqrt_Rsqr_abs in H.
Qed.

Lemma open_on_line (B : R -> Prop) :
  (forall x, B x -> exists rho, 0 < rho /\ forall y, Rabs (y - x) < rho -> B y) ->
  open_set 1 (fun x => length x = 1%nat /\ B (hd 0 x)).
Proof.
  intros H. split; [intros x [L _]; exact L|]. intros [|x [|]] [L Bx]; try discriminate.
  destruct (H x Bx) as (rho & pos & ball). exists rho. split; [exact pos|].
  intros [|y [|]] Ly near; try discriminate. split; [reflexivity|]. apply ball, near_on_line, near.
Qed.

Lemma jump_in_L_infinity : in_L_infinity 1 jump.
Proof.
  split.
  - intros c eps pos. exists (fun x => length x = 1%nat /\ jump x > c).
    split; [|split; [auto|apply empty_covered; [exact pos|tauto]]].
    apply (open_on_line (fun t => (if Rlt_dec 0 t then if Rlt_dec t 1 then 1 else 0 else 0) > c)). intros x H.
    assert (low : c < 0 \/ 0 < x < 1).
    { destruct (Rlt_dec 0 x); [destruct (Rlt_dec x 1)|]; lra. }
    destruct low as [low|[up down]].
    + exists 1. split; [lra|]. intros y _. destruct (Rlt_dec 0 y); [destruct (Rlt_dec y 1)|]; lra.
    + exists (Rmin x (1 - x)). split; [apply Rmin_glb_lt; lra|]. intros y near. apply Rabs_def2 in near.
      pose proof (Rmin_l x (1 - x)). pose proof (Rmin_r x (1 - x)).
      destruct (Rlt_dec 0 x), (Rlt_dec x 1), (Rlt_dec 0 y); try lra. destruct (Rlt_dec y 1); lra.
  - exists 1. intros eps pos. apply empty_covered; [exact pos|]. intros x [_ H]. unfold jump in H.
    destruct (Rlt_dec 0 (hd 0 x)); [destruct (Rlt_dec (hd 0 x) 1)|];
      rewrite ?Rabs_R1, ?Rabs_R0 in H; lra.
Qed.

Lemma jump_integrable : in_L 1 1 jump.
Proof.
  intros eps pos. exists [(1, ([0], [1]))]. split; [repeat constructor; simpl; lra|].
  exists (fun k => match k with O => (1, ([0], [0])) | S O => (1, ([1], [1])) | _ => (0, ([0], [0])) end).
  split; [|split].
  - intros [|[|k]]; repeat constructor; simpl; lra.
  - intros K. apply Rle_trans with 0; [right|left; unfold power; destruct (Req_EM_T eps 0); [lra|apply exp_pos]].
    unfold step_integral. rewrite map_map. induction (seq 0 K) as [|k ks IH]; [reflexivity|].
    unfold total in *. cbn [map fold_right]. rewrite IH. destruct k as [|[|k]]; simpl; ring.
  - intros [|x [|]] t Lx H; try discriminate.
    assert (gap : power (Rabs (jump [x] - step_value [(1, ([0], [1]))] [x])) 1 = 0 \/ (x = 0 \/ x = 1) /\
      power (Rabs (jump [x] - step_value [(1, ([0], [1]))] [x])) 1 = 1).
    { unfold jump, step_value, power. simpl.
      destruct (Rlt_dec 0 x), (Rle_dec 0 x), (Rle_dec x 1); try (destruct (Rlt_dec x 1)); try lra;
        match goal with |- context [Rabs ?e] => first
          [replace e with 0 by ring; rewrite Rabs_R0; left; destruct (Req_EM_T 0 0); lra
          |replace e with (- (1)) by ring; rewrite Rabs_Ropp, Rabs_R1; right; split; [first [left; lra|right; lra]|];
           destruct (Req_EM_T 1 0); [lra|apply Rpower_1; lra]] end. }
    destruct gap as [E|[edge E]]; rewrite E in H.
    + exists 0%nat. unfold step_value. simpl. lra.
    + exists 2%nat. unfold step_value. simpl.
      destruct edge as [-> | ->]; repeat destruct Rle_dec; lra.
Qed.

(** ** Networks are continuous *)

Lemma relu_lipschitz s t : Rabs (relu s - relu t) <= Rabs (s - t).
Proof.
  unfold relu, Rmax. destruct (Rle_dec 0 s), (Rle_dec 0 t); unfold Rabs; repeat destruct Rcase_abs; lra.
Qed.

Lemma hinges_lipschitz (c t : nat -> R) js :
  exists L, 0 <= L /\ forall x y,
    Rabs (total (map (fun j => c j * relu (x - t j)) js) - total (map (fun j => c j * relu (y - t j)) js)) <=
      L * Rabs (x - y).
Proof.
  induction js as [|j js (L & pos & H)].
  - exists 0. split; [lra|]. intros x y. simpl. unfold Rminus at 1. rewrite Rplus_opp_r, Rabs_R0. lra.
  - exists (Rabs (c j) + L). split; [pose proof (Rabs_pos (c j)); lra|]. intros x y. cbn [map total fold_right].
    specialize (H x y). unfold total in H. cbv beta in *.
    set (X := fold_right Rplus 0 (map (fun j => c j * relu (x - t j)) js)) in *.
    set (Y := fold_right Rplus 0 (map (fun j => c j * relu (y - t j)) js)) in *.
    replace (c j * relu (x - t j) + X - (c j * relu (y - t j) + Y))
      with (c j * (relu (x - t j) - relu (y - t j)) + (X - Y)) by ring.
    eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, Rmult_plus_distr_r. apply Rplus_le_compat; [|exact H].
    apply Rmult_le_compat_l; [apply Rabs_pos|]. replace (x - y) with ((x - t j) - (y - t j)) by ring.
    apply relu_lipschitz.
Qed.

Lemma pieces_lipschitz f m : has_pieces f m -> exists L, 0 <= L /\ forall x y, Rabs (f x - f y) <= L * Rabs (x - y).
Proof.
  intros (some & t & a & b & order & _ & values).
  pose proof (sum_of_hinges f m t a b order values some) as H.
  destruct (hinges_lipschitz (fun j => a j - a (j - 1)%nat) t (seq 1 (m - 1))) as (L & pos & K).
  exists (Rabs (a 0%nat) + L). split; [pose proof (Rabs_pos (a 0%nat)); lra|]. intros x y. rewrite (H x), (H y).
  specialize (K x y). set (X := total _) in *. set (Y := total (map (fun j => _ * relu (y - t j)) _)) in *.
  replace (a 0%nat * x + b 0%nat + X - (a 0%nat * y + b 0%nat + Y)) with (a 0%nat * (x - y) + (X - Y)) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_mult, Rmult_plus_distr_r. lra.
Qed.

(** A network on the line with at most one hidden layer. *)
Lemma shallow_lipschitz N g : computes_number N 1 g -> (length (hidden N) <= 1)%nat ->
  exists L, 0 <= L /\ forall x y, Rabs (g [x] - g [y]) <= L * Rabs (x - y).
Proof.
  intros computed shallow. destruct N as [[|A [|]] last]; simpl in shallow; try lia.
  - destruct computed as [[read one] values]. simpl in *.
    destruct last as [|[[|w [|]] b] [|]]; try discriminate; apply Forall_inv in read; try discriminate.
    exists (Rabs w). split; [apply Rabs_pos|]. intros x y.
    assert (E : forall z, g [z] = w * z + b).
    { intros z. specialize (values [z] eq_refl). unfold evaluate in values. simpl in values.
      rewrite gate_value_on_line in values. congruence. }
    rewrite !E. replace (w * x + b - (w * y + b)) with (w * (x - y)) by ring. rewrite Rabs_mult. lra.
  - assert (C : computes_on_line (Network [A] last) (fun z => g [z])).
    { destruct computed as [fit values]. split; [exact fit|]. intros z. now apply values. }
    destruct (lemma_2_a_6_sharpened _ _ 1 C (le_n 1) eq_refl) as (m & _ & pieces).
    exact (pieces_lipschitz _ m pieces).
Qed.

(** ** Intervals have positive measure *)

Lemma segment_not_null (A : point -> Prop) u v : u < v -> (forall x, u <= x <= v -> A [x]) -> ~ null_set 1 A.
Proof.
  intros less inside null. set (r := v - u). assert (R0 : 0 < r) by (unfold r; lra).
  apply (interval_not_null (fun x => exists t, x = [t] /\ A [u + r * (t - 1)])).
  - intros t T. exists t. split; [reflexivity|]. apply inside. unfold r in *. nra.
  - intros eps pos. destruct (null (eps * r)) as (low & high & boxes & small & cover); [now apply Rmult_lt_0_compat|].
    set (l := fun q => nth 0 (low q) 0). set (h := fun q => nth 0 (high q) 0).
    assert (B : forall q, low q = [l q] /\ high q = [h q] /\ l q <= h q).
    { intros q. destruct (boxes q) as [L O]. unfold l, h. destruct (low q) as [|a [|]]; try discriminate.
      inversion_clear O as [|? c ? ? Le Rest]. inversion_clear Rest. auto. }
    exists (fun q => [(l q - u) / r + 1]), (fun q => [(h q - u) / r + 1]). split; [|split].
    + intros q. split; [reflexivity|]. constructor; [|constructor]. destruct (B q) as (_ & _ & Le).
      apply Rplus_le_compat_r. unfold Rdiv. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|lra].
    + intros K. specialize (small K). apply Rmult_le_reg_r with r; [exact R0|]. eapply Rle_trans; [|exact small].
      right. clear small. induction (seq 0 K) as [|q qs IH]; [simpl; ring|]. destruct (B q) as (El & Eh & _).
      unfold total in *. cbn [map fold_right]. rewrite Rmult_plus_distr_r, IH, El, Eh. simpl. field. lra.
    + intros x (t & -> & H). destruct (cover _ H) as (q & above & below). exists q.
      destruct (B q) as (El & Eh & _). rewrite El in above. rewrite Eh in below.
      inversion_clear above as [|? ? ? ? up _]. inversion_clear below as [|? ? ? ? down _].
      assert (scaled : (t - 1) * r / r = t - 1) by (field; lra).
      split; (constructor; [|constructor]); unfold Rdiv in *.
      * apply Rplus_le_reg_r with (-1). replace (t + -1) with (t - 1) by ring. rewrite <- scaled.
        apply Rle_trans with ((l q - u) * / r); [right; ring|].
        apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|lra].
      * apply Rplus_le_reg_r with (-1). replace (t + -1) with (t - 1) by ring. rewrite <- scaled.
        apply Rle_trans with ((h q - u) * / r); [|right; ring].
        apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|lra].
Qed.

(** The theorem for q = infinity, one of the cases that it includes: every function of L^infinity(R^n), integrable as
    the text has it, is arbitrarily close to functions of networks with at most ceil(log2(n + 1)) hidden layers. It
    fails for the function on the line that is 1 between 0 and 1, and 0 elsewhere. *)
Theorem theorem_2_2_3_printed_refuted :
  ~ (forall n f eps, (1 <= n)%nat -> in_L n 1 f -> in_L_infinity n f -> 0 < eps ->
      exists N g, computes_number N n g /\ (length (hidden N) <= Nat.log2_up (n + 1))%nat /\ within n f g eps).
Proof.
  intros H. destruct (H 1%nat jump (1 / 4) (le_n 1) jump_integrable jump_in_L_infinity ltac:(lra))
    as (N & g & computed & few & near).
  simpl in few. destruct (shallow_lipschitz N g computed few) as (L & pos & lipschitz).
  set (m := / (8 * (L + 1))). assert (M : 0 < m) by (apply Rinv_0_lt_compat; lra).
  assert (LM : L * m <= 1 / 8).
  { apply Rmult_le_reg_r with (8 * (L + 1)); [lra|]. unfold m. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (short : m <= 1 / 8).
  { apply Rmult_le_reg_r with (8 * (L + 1)); [lra|]. unfold m. rewrite Rinv_l; lra. }
  assert (close : forall x, Rabs x <= m -> Rabs (g [x] - g [0]) <= 1 / 8).
  { intros x X. eapply Rle_trans; [apply lipschitz|]. rewrite Rminus_0_r. eapply Rle_trans; [|exact LM].
    now apply Rmult_le_compat_l. }
  unfold within in near. destruct (Rle_dec (1 / 2) (g [0])) as [high|low].
  - apply (segment_not_null _ (- m) (- m / 2) ltac:(lra)) in near; [exact near|]. intros x X.
    split; [reflexivity|]. unfold jump. simpl. destruct (Rlt_dec 0 x); [lra|].
    specialize (close x ltac:(rewrite Rabs_left; lra)). apply Rabs_le_between in close. rewrite Rabs_left; lra.
  - apply (segment_not_null _ (m / 2) m ltac:(lra)) in near; [exact near|]. intros x X.
    split; [reflexivity|]. unfold jump. simpl. destruct (Rlt_dec 0 x), (Rlt_dec x 1); try lra.
    specialize (close x ltac:(rewrite Rabs_pos_eq; lra)). apply Rabs_le_between in close. rewrite Rabs_pos_eq; lra.
Qed.

(** For 1 <= q < infinity every function of L^q(R^n) is, in the norm of L^q, arbitrarily close to functions of networks
    with at most ceil(log2(n + 1)) hidden layers; on the line, with at most one. *)
Theorem theorem_2_2_3_repaired :
  forall n q f eps, (1 <= n)%nat -> 1 <= q -> in_L n q f -> 0 < eps ->
    exists N g, computes_number N n g /\ (length (hidden N) <= Nat.log2_up (n + 1))%nat /\ close_in_L n q f g eps.
Proof.
  intros n q f eps some Q L pos. destruct (piecewise_linear_dense n q f eps ltac:(lra) L pos) as (g & linear & close).
  destruct (proj2 (theorem_2_2_1_printed n g some) linear) as (N & computed & few).
  exists N, g. split; [exact computed|]. split; [unfold depth in few; lia|exact close].
Qed.
