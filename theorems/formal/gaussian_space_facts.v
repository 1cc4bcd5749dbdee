(** A space with a standard Gaussian vector of R^1: the numbers from 0 to 1, and their quantiles of N(0, 1). So what is
    said of such vectors is not empty. *)

From Coq Require Import Reals List Lra ClassicalDedekindReals.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors gaussian gaussian_facts probability probability_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Sets of numbers from 0 to 1 *)

Definition measure (A : R -> Prop) : R := RInt (fun u => indicator (A u)) 0 1.
Definition measured (A : R -> Prop) : Prop := ex_RInt (fun u => indicator (A u)) 0 1.

Lemma indicator_same (P Q : Prop) : (P <-> Q) -> indicator P = indicator Q.
Proof.
  intros H. destruct (sig_not_dec P) as [p|p].
  - unfold indicator. destruct (sig_not_dec P), (sig_not_dec Q); tauto.
  - unfold indicator. destruct (sig_not_dec P), (sig_not_dec Q); tauto.
Qed.

Lemma measured_same A B : (forall u, A u <-> B u) -> measured A -> measured B /\ measure B = measure A.
Proof.
  intros H M. split.
  - apply (ex_RInt_ext (fun u => indicator (A u))); [|exact M]. intros u _. now apply indicator_same.
  - apply RInt_ext. intros u _. symmetry. now apply indicator_same.
Qed.

Lemma indicator_not (P : Prop) : indicator (~ P) = 1 - indicator P.
Proof. unfold indicator. destruct (sig_not_dec P), (sig_not_dec (~ P)); try tauto; ring. Qed.

Lemma indicator_and (P Q : Prop) :
  indicator (P /\ Q) = / 2 * (indicator P + indicator Q - Rabs (indicator P - indicator Q)).
Proof.
  unfold indicator. destruct (sig_not_dec (P /\ Q)), (sig_not_dec P), (sig_not_dec Q); try tauto;
    unfold Rabs; destruct Rcase_abs; lra.
Qed.

Lemma measured_all : measured (fun _ => True).
Proof. apply (ex_RInt_ext (fun _ => 1)); [intros; now rewrite indicator_true|apply ex_RInt_const]. Qed.

Lemma measured_not A : measured A -> measured (fun u => ~ A u).
Proof.
  intros M. apply (ex_RInt_ext (fun u => minus 1 (indicator (A u)))).
  - intros u _. now rewrite indicator_not.
  - apply (ex_RInt_minus (V := R_NormedModule)); [apply ex_RInt_const|exact M].
Qed.

Lemma measured_and A B : measured A -> measured B -> measured (fun u => A u /\ B u).
Proof.
  intros MA MB.
  apply (ex_RInt_ext (fun u => scal (/ 2) (minus (plus (indicator (A u)) (indicator (B u)))
    (Rabs (minus (indicator (A u)) (indicator (B u))))))).
  - intros u _. now rewrite indicator_and.
  - apply (ex_RInt_scal (V := R_NormedModule)), (ex_RInt_minus (V := R_NormedModule)).
    + now apply (ex_RInt_plus (V := R_NormedModule)).
    + apply ex_RInt_Reals_1, RiemannInt_P16, ex_RInt_Reals_0. now apply (ex_RInt_minus (V := R_NormedModule)).
Qed.

Lemma measure_split A B : measured A -> measured B ->
  measure A = measure (fun u => A u /\ B u) + measure (fun u => A u /\ ~ B u).
Proof.
  intros MA MB. unfold measure. pose proof (measured_not B MB) as MN.
  change (?a + ?b) with (plus a b). rewrite <- (RInt_plus (V := R_CompleteNormedModule)) by now apply measured_and.
  apply RInt_ext. intros u _. unfold plus. simpl. unfold indicator.
  destruct (sig_not_dec (A u /\ B u)), (sig_not_dec (A u /\ ~ B u)), (sig_not_dec (A u)), (sig_not_dec (B u));
    try tauto; ring.
Qed.

Definition unit_interval : space.
Proof.
  refine (Build_space R measured measure measured_same measured_all measured_not measured_and _ _ measure_split).
  - intros A M. apply RInt_ge_0; [lra|exact M|]. intros u _. unfold indicator. destruct sig_not_dec; lra.
  - unfold measure. rewrite (RInt_ext _ (fun _ => 1)).
    + rewrite RInt_const. unfold scal. simpl. unfold mult. simpl. ring.
    + intros u _. now apply indicator_true.
Defined.

(** ** Quantiles *)

Definition cumulative (t : R) : R := 1 / 2 + RInt (normal_density 1) 0 t.

Lemma density_positive x : 0 < normal_density 1 x.
Proof.
  unfold normal_density. pose proof PI_RGT_0. apply Rmult_lt_0_compat; [|apply exp_pos].
  apply Rinv_0_lt_compat, Rmult_lt_0_compat; [lra|]. apply sqrt_lt_R0. lra.
Qed.

Lemma cumulative_difference a b : cumulative b - cumulative a = RInt (normal_density 1) a b.
Proof.
  unfold cumulative. pose proof (RInt_Chasles (V := R_CompleteNormedModule) (normal_density 1) 0 a b
    (normal_density_integrable _ _ _) (normal_density_integrable _ _ _)) as H.
  unfold plus in H. simpl in H. lra.
Qed.

Lemma cumulative_increases a b : a < b -> cumulative a < cumulative b.
Proof.
  intros H. pose proof (cumulative_difference a b) as E.
  assert (0 < RInt (normal_density 1) a b); [|lra].
  apply RInt_gt_0; [exact H| |]; intros x _; [apply density_positive|apply normal_density_continuous].
Qed.

Lemma density_even x : normal_density 1 (- x) = normal_density 1 x.
Proof. unfold normal_density. do 3 f_equal. ring. Qed.

Lemma density_reflected a b : RInt (normal_density 1) (- b) (- a) = RInt (normal_density 1) a b.
Proof.
  pose proof (RInt_comp_lin (V := R_CompleteNormedModule) (normal_density 1) (-1) 0 a b
    (normal_density_integrable _ _ _)) as H.
  rewrite (RInt_ext _ (fun x => scal (-1) (normal_density 1 x))) in H.
  - rewrite (RInt_scal (V := R_CompleteNormedModule)) in H by apply normal_density_integrable.
    rewrite !Rplus_0_r in H. replace (-1 * a) with (- a) in H by ring. replace (-1 * b) with (- b) in H by ring.
    rewrite <- (opp_RInt_swap (V := R_CompleteNormedModule) _ (- a) (- b)) by apply normal_density_integrable.
    rewrite <- H. unfold opp, scal. simpl. unfold mult. simpl. ring.
  - intros x _. f_equal. rewrite <- density_even. f_equal. ring.
Qed.

Lemma cumulative_symmetric T :
  cumulative T = 1 / 2 + normal_within 1 T / 2 /\ cumulative (- T) = 1 / 2 - normal_within 1 T / 2.
Proof.
  assert (zero : cumulative 0 = 1 / 2) by (unfold cumulative; rewrite RInt_point; unfold zero; simpl; lra).
  pose proof (cumulative_difference 0 T) as A. pose proof (cumulative_difference (- T) (- 0)) as B.
  rewrite density_reflected, Ropp_0 in B. pose proof (cumulative_difference (- T) T) as C.
  unfold normal_within. lra.
Qed.

Lemma cumulative_between t : 0 < cumulative t < 1.
Proof.
  set (T := Rabs t + 1). assert (P : 0 < T) by (unfold T; pose proof (Rabs_pos t); lra).
  pose proof (normal_within_between 1 T ltac:(lra) P). pose proof (cumulative_symmetric T).
  assert (- T < t < T) by (unfold T, Rabs; destruct Rcase_abs; lra).
  pose proof (cumulative_increases (- T) t ltac:(lra)). pose proof (cumulative_increases t T ltac:(lra)). lra.
Qed.

Lemma cumulative_reached u : 0 < u < 1 -> exists t, cumulative t = u.
Proof.
  intros U. pose proof (normal_within_total 1 ltac:(lra)) as lim. apply is_lim_spec in lim.
  assert (pos : 0 < 1 - Rabs (2 * u - 1)) by (unfold Rabs; destruct Rcase_abs; lra).
  destruct (lim (mkposreal _ pos)) as (M & H). set (T := Rmax M 0 + 1).
  specialize (H T ltac:(unfold T; pose proof (Rmax_l M 0); lra)). simpl in H.
  assert (HT : 0 < T) by (unfold T; pose proof (Rmax_r M 0); lra).
  pose proof (cumulative_symmetric T) as [E E'].
  apply Rabs_def2 in H.
  assert (between : cumulative (- T) <= u <= cumulative T).
  { unfold Rabs in H. destruct Rcase_abs; lra. }
  destruct (IVT_gen cumulative (- T) T u) as (t & _ & Ht).
  - intros t. apply continuity_pt_filterlim. apply (continuous_plus (V := R_NormedModule)); [apply continuous_const|].
    apply (ex_derive_continuous (V := R_NormedModule)). exists (normal_density 1 t).
    apply (is_derive_RInt _ _ 0); [|apply normal_density_continuous].
    apply filter_forall. intros x. apply (RInt_correct (V := R_CompleteNormedModule)), normal_density_integrable.
  - rewrite Rmin_left, Rmax_right by lra. exact between.
  - now exists t.
Qed.

(** The supremum of the t with cumulative t <= u. *)
Definition quantile (u : R) : R := real (Lub_Rbar (fun t => cumulative t <= u)).

Lemma quantile_cumulative t : quantile (cumulative t) = t.
Proof.
  unfold quantile. rewrite (is_lub_Rbar_unique _ t); [reflexivity|]. split.
  - intros s H. simpl. apply Rnot_lt_le. intros K. apply cumulative_increases in K. lra.
  - intros b H. apply (H t). lra.
Qed.

Lemma quantile_order u t : 0 < u < 1 ->
  (quantile u <= t <-> u <= cumulative t) /\ (t <= quantile u <-> cumulative t <= u).
Proof.
  intros U. destruct (cumulative_reached u U) as (s & <-). rewrite quantile_cumulative.
  destruct (Rtotal_order s t) as [H|[E|H]]; [pose proof (cumulative_increases s t H)|subst t|
    pose proof (cumulative_increases t s H)]; split; split; intros; lra.
Qed.

(** Where a function is 0, then 1 from A to B, and then 0 again, its integral is B - A. *)
Lemma step_measure (P : R -> Prop) A B : 0 <= A <= B -> B <= 1 ->
  (forall u, 0 < u < 1 -> (P u <-> A <= u <= B)) -> is_RInt (fun u => indicator (P u)) 0 1 (B - A).
Proof.
  intros AB B1 H. replace (B - A) with (plus (plus 0 (B - A)) 0) by (unfold plus; simpl; ring).
  assert (piece : forall a b c, a <= b -> (forall u, a < u < b -> indicator (P u) = c) ->
    is_RInt (fun u => indicator (P u)) a b ((b - a) * c)).
  { intros a b c L K. apply (is_RInt_ext (fun _ => c)); [|apply (is_RInt_const (V := R_NormedModule))].
    intros u. rewrite Rmin_left, Rmax_right by exact L. intros I. symmetry. now apply K. }
  apply (is_RInt_Chasles (V := R_NormedModule)) with B; [apply (is_RInt_Chasles (V := R_NormedModule)) with A|].
  - replace 0 with ((A - 0) * 0) at 2 by ring. apply piece; [lra|]. intros u U. apply indicator_false.
    rewrite H by lra. lra.
  - replace (B - A) with ((B - A) * 1) by ring. apply piece; [lra|]. intros u U. apply indicator_true, H; lra.
  - replace 0 with ((1 - B) * 0) at 1 by ring. apply piece; [lra|]. intros u U. apply indicator_false.
    rewrite H by lra. lra.
Qed.

Lemma quantile_normal : @standard_normal unit_interval quantile.
Proof.
  intros a b L.
  assert (M : is_RInt (fun u => indicator (a <= quantile u <= b)) 0 1 (cumulative b - cumulative a)).
  { pose proof (cumulative_between a). pose proof (cumulative_between b).
    assert (cumulative a <= cumulative b).
    { destruct L as [L| ->]; [left; now apply cumulative_increases|lra]. }
    apply step_measure; [lra|lra|]. intros u U. destruct (quantile_order u b U) as [up _].
    destruct (quantile_order u a U) as [_ down]. tauto. }
  split; [eexists; exact M|]. rewrite <- cumulative_difference. exact (is_RInt_unique _ _ _ _ M).
Qed.

(** There is a standard Gaussian vector of R^1. *)
Lemma gaussian_exists : exists (s : space) (W : outcome s -> point), standard_gaussian 1 W.
Proof.
  exists unit_interval, (fun u => [quantile u]). split; [reflexivity|].
  intros [|x [|]] Lx one; try discriminate.
  assert (S : x = 1 \/ x = -1).
  { unfold norm in one. simpl in one. replace (x * x + 0) with (Rsqr x) in one by (unfold Rsqr; ring).
    rewrite sqrt_Rsqr_abs in one. unfold Rabs in one. destruct Rcase_abs in one; lra. }
  intros a b L. destruct S as [-> | ->].
  - destruct (quantile_normal a b L) as [E P].
    assert (same : forall u, a <= quantile u <= b <-> a <= dot [1] [quantile u] <= b) by (intros u; simpl; lra).
    split; [exact (event_iff (s := unit_interval) _ _ same E)|]. rewrite <- P. symmetry.
    exact (Pr_iff (s := unit_interval) _ _ same E).
  - destruct (quantile_normal (- b) (- a) ltac:(lra)) as [E P].
    assert (same : forall u, - b <= quantile u <= - a <-> a <= dot [-1] [quantile u] <= b) by (intros u; simpl; lra).
    split; [exact (event_iff (s := unit_interval) _ _ same E)|]. rewrite <- density_reflected, <- P. symmetry.
    exact (Pr_iff (s := unit_interval) _ _ same E).
Qed.
