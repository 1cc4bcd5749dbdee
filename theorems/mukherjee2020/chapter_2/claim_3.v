(** Claim 3 of Mukherjee 2020: a circuit agrees with Andreev's function on not much more than half of the inputs, if
    its restrictions are small enough often enough. Also the steps of its proof, with conditional probabilities. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors boolean chance andreev distributions boolean_facts chance_facts.
From Marginalia.formal Require Import andreev_facts sums distributions_facts sums_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** The steps *)

(** For events of a finite space, the conditions of positive probability. *)
Theorem claim_3_total_probability_printed :
  forall (A : Type) (outcomes : list A) (q : A -> R) (E G S : A -> bool), is_distribution outcomes q ->
    0 < probability outcomes q G -> 0 < probability outcomes q (fun r => S r && G r) ->
    probability outcomes q E =
      probability outcomes q (fun r => E r && G r) + probability outcomes q (fun r => E r && negb (G r)) /\
    probability outcomes q (fun r => E r && G r) =
      probability outcomes q (fun r => E r && G r) / probability outcomes q G * probability outcomes q G /\
    probability outcomes q E <=
      probability outcomes q (fun r => E r && G r) / probability outcomes q G
      + probability outcomes q (fun r => negb (G r)) /\
    probability outcomes q (fun r => E r && G r) / probability outcomes q G <=
      probability outcomes q (fun r => E r && (S r && G r)) / probability outcomes q (fun r => S r && G r)
      + probability outcomes q (fun r => negb (S r) && G r) / probability outcomes q G.
Proof.
  intros A outcomes q E G S distribution HG HSG.
  pose proof (probability_split outcomes q E G) as split_E.
  pose proof (probability_range outcomes q (fun r => E r && G r) distribution) as range.
  pose proof (probability_range outcomes q G distribution) as range_G.
  assert (rest : probability outcomes q (fun r => E r && negb (G r)) <= probability outcomes q (fun r => negb (G r)))
    by (apply probability_le; [exact distribution|]; intros r _; destruct (E r), (G r); auto).
  pose proof (probability_split outcomes q (fun r => E r && G r) S) as split_EG.
  assert (small : probability outcomes q (fun r => E r && G r && S r)
      <= probability outcomes q (fun r => E r && (S r && G r)))
    by (apply probability_le; [exact distribution|]; intros r _; destruct (E r), (G r), (S r); auto).
  assert (large : probability outcomes q (fun r => E r && G r && negb (S r))
      <= probability outcomes q (fun r => negb (S r) && G r))
    by (apply probability_le; [exact distribution|]; intros r _; destruct (E r), (G r), (S r); auto).
  assert (fewer : probability outcomes q (fun r => S r && G r) <= probability outcomes q G)
    by (apply probability_le; [exact distribution|]; intros r _; destruct (G r), (S r); auto).
  pose proof (probability_range outcomes q (fun r => E r && (S r && G r)) distribution) as range_ESG.
  set (eg := probability outcomes q (fun r => E r && G r)) in *. set (g := probability outcomes q G) in *.
  set (sg := probability outcomes q (fun r => S r && G r)) in *.
  set (esg := probability outcomes q (fun r => E r && (S r && G r))) in *.
  assert (share : eg / g * g = eg) by (field; lra). split; [exact split_E|]. split; [now symmetry|]. split.
  - assert (0 <= eg / g) by (apply Rmult_le_pos; [lra | left; now apply Rinv_0_lt_compat]). nra.
  - apply Rle_trans with (esg / g + probability outcomes q (fun r => negb (S r) && G r) / g).
    + unfold Rdiv. rewrite <- Rmult_plus_distr_r. apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat | lra].
    + apply Rplus_le_compat_r. apply Rmult_le_compat_l; [lra|]. now apply Rinv_le_contravar.
Qed.

(** In one step, and with the conditional probability weighted; an equality if E holds outside the condition. *)
Theorem claim_3_total_probability_sharpened :
  forall (A : Type) (outcomes : list A) (q : A -> R) (E G S : A -> bool), is_distribution outcomes q ->
    0 < probability outcomes q G -> 0 < probability outcomes q (fun r => S r && G r) ->
    probability outcomes q E <=
      probability outcomes q (fun r => E r && (S r && G r)) / probability outcomes q (fun r => S r && G r)
      * probability outcomes q (fun r => S r && G r) + 1 - probability outcomes q (fun r => S r && G r) /\
    ((forall r, In r outcomes -> E r = true \/ (S r = true /\ G r = true)) ->
      probability outcomes q E =
        probability outcomes q (fun r => E r && (S r && G r)) / probability outcomes q (fun r => S r && G r)
        * probability outcomes q (fun r => S r && G r) + 1 - probability outcomes q (fun r => S r && G r)).
Proof.
  intros A outcomes q E G S distribution _ HSG.
  pose proof (probability_split outcomes q E (fun r => S r && G r)) as split_E.
  pose proof (probability_split outcomes q (fun _ => true) (fun r => S r && G r)) as whole.
  rewrite (probability_certain outcomes q (fun _ => true)) in whole by trivial.
  cbn [andb] in whole. set (sg := probability outcomes q (fun r => S r && G r)) in *.
  set (esg := probability outcomes q (fun r => E r && (S r && G r))) in *.
  assert (share : esg / sg * sg = esg) by (field; lra). rewrite share.
  assert (rest : probability outcomes q (fun r => E r && negb (S r && G r))
      <= probability outcomes q (fun r => negb (S r && G r)))
    by (apply probability_le; [exact distribution|]; intros r _; destruct (E r), (S r && G r); auto).
  split; [unfold sg in *; lra|]. intros outside.
  assert (same : probability outcomes q (fun r => negb (S r && G r))
      <= probability outcomes q (fun r => E r && negb (S r && G r))).
  { apply probability_le; [exact distribution|]. intros r Hr.
    destruct (outside r Hr) as [-> | [-> ->]]; simpl; auto; discriminate. }
  unfold sg in *. lra.
Qed.

(** ** The inference *)

(** With eps and delta: the bound of a usual restriction, and for the share of exceptional ones what is missing to 1. *)
Definition improved (eps delta : R) : R :=
  (1 / 2 + eps / 3) + (1 - (1 / 2 + eps / 3)) * (1 - (1 - eps / 3) * (1 - delta)).

Lemma mean_agreement : forall (A : Type) (outcomes : list A) q (good : A -> bool) (size agreement : A -> R) eps s rare,
  is_distribution outcomes q -> eps / 3 <= 1 / 2 ->
  (forall r, In r outcomes -> 0 <= agreement r <= 1) ->
  probability outcomes q (fun r => good r && at_most s (size r)) <= rare * probability outcomes q good ->
  (forall r, In r outcomes -> good r = true -> size r < s -> agreement r <= 1 / 2 + eps / 3) ->
  mean outcomes q agreement
    <= 1 + (1 / 2 - eps / 3) * (rare * probability outcomes q good - probability outcomes q good).
Proof.
  intros A outcomes q good size agreement eps s rare distribution Heps range large usual.
  apply Rle_trans with (1 + (1 / 2 - eps / 3) *
    (probability outcomes q (fun r => good r && at_most s (size r)) - probability outcomes q good)).
  - rewrite !probability_mean. pose proof (mean_constant outcomes q 1 distribution) as one.
    set (here := fun r => if good r then 1 else 0).
    set (there := fun r => if good r && at_most s (size r) then 1 else 0).
    apply Rle_trans with (mean outcomes q (fun r => 1 * 1 + (1 / 2 - eps / 3) * (1 * there r + -1 * here r))).
    + apply mean_le; [exact distribution|]. intros r Hr. specialize (range r Hr). unfold here, there.
      pose proof (usual r Hr) as bound. destruct (at_most_cases s (size r)) as [[? ->] | [? ->]].
      * destruct (good r); simpl; lra.
      * destruct (good r); simpl; [specialize (bound eq_refl H)|]; lra.
    + rewrite (mean_linear outcomes q 1 _ (fun _ => 1)), mean_linear. lra.
  - apply Rplus_le_compat_l, Rmult_le_compat_l; lra.
Qed.

Lemma inference : forall (A : Type) (outcomes : list A) q (good : A -> bool) (size agreement : A -> R) eps w eta s,
  is_distribution outcomes q -> 0 < eps -> eps / 3 <= 1 / 2 -> (1 <= w)%nat -> eta <= 1 -> 0 < s ->
  (forall r, In r outcomes -> 0 <= agreement r <= 1) ->
  1 - eps / 3 <= probability outcomes q good ->
  probability outcomes q (fun r => good r && at_most s (size r))
    <= INR w * (1 - eta) / s * probability outcomes q good ->
  (forall r, In r outcomes -> good r = true -> size r < s -> agreement r <= 1 / 2 + eps / 3) ->
  mean outcomes q agreement <= eps / 3 + INR w * (1 - eta) / s + (1 / 2 + eps / 3).
Proof.
  intros A outcomes q good size agreement eps w eta s distribution Heps Hhalf Hw Heta Hs range likely large usual.
  pose proof (mean_agreement A outcomes q good size agreement eps s _ distribution Hhalf range large usual) as H.
  assert (rare : 0 <= INR w * (1 - eta) / s).
  { apply Rmult_le_pos; [apply Rmult_le_pos; [apply pos_INR | lra] | left; now apply Rinv_0_lt_compat]. }
  pose proof (probability_range outcomes q good distribution) as range_g.
  set (rho := INR w * (1 - eta) / s) in *. set (g := probability outcomes q good) in *.
  assert (rho * g <= rho) by nra. assert (0 <= rho * g) by nra.
  assert ((1 / 2 - eps / 3) * (rho * g) <= rho) by nra.
  assert ((1 / 2 - eps / 3) * (1 - eps / 3) <= (1 / 2 - eps / 3) * g) by (apply Rmult_le_compat_l; lra).
  nra.
Qed.

(** ** A random restriction and random free bits make a random input *)

(** All inputs of Andreev's function. *)
Definition inputs (n : nat) : list (bits * list bits) :=
  flat_map (fun a => map (fun x => (x, a)) (cube (n / 2))) (lists_of (rows n) (cube (columns n))).

Lemma in_inputs : forall n x a, In (x, a) (inputs n) <->
  length x = (n / 2)%nat /\ length a = rows n /\ Forall (fun row => length row = columns n) a.
Proof.
  intros n x a. unfold inputs. rewrite in_pairs, in_cube, in_lists_of.
  now rewrite (Forall_iff _ _ _ (in_cube (columns n))).
Qed.

Lemma length_inputs : forall n, length (inputs n) = ((2 ^ columns n) ^ rows n * 2 ^ (n / 2))%nat.
Proof.
  intros n. unfold inputs. rewrite (length_flat_map_same _ (2 ^ (n / 2))).
  - now rewrite length_lists_of, length_cube.
  - intros a. now rewrite map_length, length_cube.
Qed.

(** Each input is reached by as many pairs of a restriction and free bits as any other. *)
Lemma two_steps : forall n (e : bits -> list bits -> bool), (4 <= n)%nat ->
  expectation (restrictions n) (fun rho => chance (cube (rows n)) (fun y => e (fst rho) (filled (snd rho) y)))
    = chance (inputs n) (fun z => e (fst z) (snd z)).
Proof.
  intros n e Hn. pose proof (some_columns n Hn) as Hc. apply le_INR in Hc. simpl in Hc.
  unfold expectation. fold (sum_over (restrictions n)
    (fun rho => chance (cube (rows n)) (fun y => e (fst rho) (filled (snd rho) y)))).
  unfold chance at 2. rewrite times_sum, length_inputs, length_restrictions, length_lists_of, !mult_INR, !pow_INR.
  unfold restrictions, inputs. rewrite !sum_over_flat_map.
  set (l := rows n) in *. set (c := columns n) in *. set (h := (n / 2)%nat).
  assert (E : sum_over (lists_of l (restricted_rows c))
      (fun a => sum_over (map (fun x => (x, a)) (cube h))
        (fun rho => chance (cube l) (fun y => e (fst rho) (filled (snd rho) y))))
    = INR c ^ l / 2 ^ l * sum_over (lists_of l (cube c))
      (fun a => sum_over (map (fun x => (x, a)) (cube h)) (fun z => if e (fst z) (snd z) then 1 else 0))).
  { rewrite (sum_over_ext (lists_of l (restricted_rows c)) _ (fun a => sum_over (cube h) (fun x =>
      / 2 ^ l * sum_over (cube l) (fun y => if e x (filled a y) then 1 else 0)))).
    - rewrite sum_over_swap.
      rewrite (sum_over_ext (lists_of l (cube c)) _ (fun a => sum_over (cube h) (fun x => if e x a then 1 else 0)))
        by (intros; apply sum_over_map).
      rewrite (sum_over_swap (lists_of l (cube c))), <- sum_over_scaled. apply sum_over_ext. intros x _.
      rewrite sum_over_scaled, (sum_filled c l (fun a => if e x a then 1 else 0)). unfold Rdiv. ring.
    - intros a _. rewrite sum_over_map. apply sum_over_ext. intros x _. cbn [fst snd].
      rewrite chance_cube, times_sum. unfold Rdiv. ring. }
  rewrite E. clear E. set (hits := sum_over (lists_of l (cube c)) _).
  assert (rr : INR (length (restricted_rows c)) = INR c * 2 ^ c / 2).
  { pose proof (sum_filled_rows c (fun _ => 1)) as H. rewrite !sum_over_constant, length_cube, INR_pow2 in H. lra. }
  rewrite rr. assert (P : forall k, 0 < 2 ^ k) by (intros; apply pow_lt; lra).
  unfold Rdiv at 3. rewrite !Rpow_mult_distr, pow_inv by lra. replace (INR 2) with 2 by (simpl; ring).
  pose proof (pow_lt (INR c) l ltac:(lra)). pose proof (P l). pose proof (P h). pose proof (pow_lt (2 ^ c) l (P c)).
  field. repeat split; lra.
Qed.

(** A circuit C on the inputs of Andreev's function A_n; a random restriction rho of them, which fixes x to a table of
    F* with probability at least 1 - eps/3; given that, C restricted has size at least s with probability at most
    w (1 - eta)/s; and if the table is in F* and the size is below s, the restrictions of C and A_n agree on at most a
    fraction 1/2 + eps/3 of the free bits. Then C and A_n agree on at most a fraction
    eps/3 + w (1 - eta)/s + 1/2 + eps/3 of the inputs. The same for any finite distribution of restrictions. *)
Theorem claim_3_printed :
  (forall (n : nat) (C : bits -> list bits -> bool) (in_F : bits -> bool)
      (size : bits * list restricted_row -> R) (eps eta s : R) (w : nat),
    (4 <= n)%nat -> 0 < eps -> eps / 3 <= 1 / 2 -> (1 <= w)%nat -> eta <= 1 -> 0 < s ->
    1 - eps / 3 <= chance (restrictions n) (fun rho => in_F (fst rho)) ->
    chance (restrictions n) (fun rho => in_F (fst rho) && at_most s (size rho))
      <= INR w * (1 - eta) / s * chance (restrictions n) (fun rho => in_F (fst rho)) ->
    (forall x a, is_restriction n x a -> in_F x = true -> size (x, a) < s ->
      chance (cube (rows n)) (fun y => eqb (C x (filled a y)) (restricted_andreev x a y)) <= 1 / 2 + eps / 3) ->
    chance (inputs n) (fun z => eqb (C (fst z) (snd z)) (andreev (fst z) (snd z)))
      <= eps / 3 + INR w * (1 - eta) / s + (1 / 2 + eps / 3)) /\
  (forall (A : Type) (restrictions : list A) (q : A -> R) (in_F : A -> bool) (size agreement : A -> R) (eps eta s : R)
      (w : nat),
    is_distribution restrictions q -> 0 < eps -> eps / 3 <= 1 / 2 -> (1 <= w)%nat -> eta <= 1 -> 0 < s ->
    (forall rho, In rho restrictions -> 0 <= agreement rho <= 1) ->
    1 - eps / 3 <= probability restrictions q in_F ->
    probability restrictions q (fun rho => in_F rho && at_most s (size rho))
      <= INR w * (1 - eta) / s * probability restrictions q in_F ->
    (forall rho, In rho restrictions -> in_F rho = true -> size rho < s -> agreement rho <= 1 / 2 + eps / 3) ->
    mean restrictions q agreement <= eps / 3 + INR w * (1 - eta) / s + (1 / 2 + eps / 3)).
Proof.
  split.
  - intros n C in_F size eps eta s w Hn Heps Hhalf Hw Heta Hs likely large usual.
    rewrite <- (two_steps n (fun x a => eqb (C x a) (andreev x a)) Hn).
    assert (some : restrictions n <> []).
    { intros E. pose proof (length_restrictions n) as H. rewrite E in H. pose proof (restricted_matrices n Hn).
      pose proof (Nat.pow_nonzero 2 (n / 2) ltac:(lia)). symmetry in H. apply Nat.eq_mul_0 in H. lia. }
    destruct (uniform_distribution _ some) as [uniform [P M]]. rewrite <- M.
    apply (inference _ _ _ (fun rho => in_F (fst rho)) size _ eps w eta s); rewrite ?P; trivial.
    + intros rho _. assert (points : cube (rows n) <> []).
      { intros E. pose proof (length_cube (rows n)) as H. rewrite E in H.
        pose proof (Nat.pow_nonzero 2 (rows n) ltac:(lia)). simpl in H. lia. }
      destruct (uniform_distribution _ points) as [uniform' [P' _]]. rewrite <- P'. now apply probability_range.
    + intros [x a] H. apply in_restrictions in H. now apply usual.
  - intros A outcomes q in_F size agreement eps eta s w. intros. now apply (inference A outcomes q in_F size).
Qed.

(** With any delta from 0 to 1 for w (1 - eta)/s an exceptional restriction adds at most 1/2 - eps/3; and the bound is
    attained, for all eps and delta. *)
Theorem claim_3_sharpened :
  (forall (A : Type) (restrictions : list A) (q : A -> R) (in_F : A -> bool) (size agreement : A -> R)
      (eps delta s : R),
    is_distribution restrictions q -> 0 < eps -> eps / 3 <= 1 / 2 -> 0 <= delta <= 1 ->
    (forall rho, In rho restrictions -> 0 <= agreement rho <= 1) ->
    1 - eps / 3 <= probability restrictions q in_F ->
    probability restrictions q (fun rho => in_F rho && at_most s (size rho))
      <= delta * probability restrictions q in_F ->
    (forall rho, In rho restrictions -> in_F rho = true -> size rho < s -> agreement rho <= 1 / 2 + eps / 3) ->
    mean restrictions q agreement <= improved eps delta) /\
  (forall eps delta : R, 0 < eps -> eps / 3 <= 1 / 2 -> 0 <= delta <= 1 ->
    exists (restrictions : list nat) (q : nat -> R) (in_F : nat -> bool) (size : nat -> nat) (agreement : nat -> R)
        (s : R),
      is_distribution restrictions q /\
      (forall rho, In rho restrictions -> 0 <= agreement rho <= 1) /\
      1 - eps / 3 <= probability restrictions q in_F /\
      probability restrictions q (fun rho => in_F rho && at_most s (INR (size rho)))
        <= delta * probability restrictions q in_F /\
      (forall rho, In rho restrictions -> in_F rho = true -> INR (size rho) < s -> agreement rho <= 1 / 2 + eps / 3) /\
      mean restrictions q agreement = improved eps delta).
Proof.
  split.
  - intros A outcomes q in_F size agreement eps delta s distribution Heps Hhalf Hdelta range likely large usual.
    pose proof (mean_agreement A outcomes q in_F size agreement eps s _ distribution Hhalf range large usual) as H.
    apply Rle_trans with (1 := H). unfold improved. set (g := probability outcomes q in_F) in *.
    assert ((1 - delta) * (1 - eps / 3) <= (1 - delta) * g) by (apply Rmult_le_compat_l; lra). nra.
  - intros eps delta Heps Hhalf Hdelta.
    exists [0; 1; 2]%nat,
      (fun r => if (r =? 0)%nat then eps / 3 else (1 - eps / 3) * (if (r =? 1)%nat then delta else 1 - delta)),
      (fun r => negb (r =? 0)%nat), (fun r => if r =? 1 then 1 else 0)%nat,
      (fun r => if (r =? 2)%nat then 1 / 2 + eps / 3 else 1), 1.
    assert (large : at_most 1 1 = true) by (destruct (at_most_cases 1 1) as [[_ ->] | [H _]]; [reflexivity | lra]).
    assert (small : at_most 1 0 = false) by (destruct (at_most_cases 1 0) as [[H _] | [_ ->]]; [lra | reflexivity]).
    assert (0 <= (1 - eps / 3) * delta) by (apply Rmult_le_pos; lra).
    assert (0 <= (1 - eps / 3) * (1 - delta)) by (apply Rmult_le_pos; lra).
    unfold is_distribution, probability, mean, total. cbn [map fold_right Nat.eqb negb andb INR].
    rewrite large, small. split; [|split; [|split; [|split; [|split]]]].
    + split; [|ring]. apply Forall_forall. intros r [<- | [<- | [<- | []]]]; simpl; lra.
    + intros r [<- | [<- | [<- | []]]]; simpl; lra.
    + lra.
    + lra.
    + intros r [<- | [<- | [<- | []]]]; simpl; intros; try discriminate; lra.
    + unfold improved. field.
Qed.
