(** Lemma 2.6.1 of Mukherjee 2020: block restrictions force a threshold function to a constant, except with probability
    at most |P|/sqrt n; the constant 1 is best. For the majority and one part the probability is exact. *)

From Coq Require Import Reals List Bool Permutation Lia Lra.
From Marginalia.formal Require Import vectors networks boolean chance andreev restrictions boolean_facts chance_facts.
From Marginalia.formal Require Import sums restrictions_facts binomials ties_facts sums_facts numbers_facts.
From Marginalia.formal Require Import vectors_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Free bits set to given values *)

(** The positions that a restriction leaves free. *)
Definition mask (rho : restriction) : bits := map (fun o => match o with Some _ => false | None => true end) rho.

(** A restriction with its free bits set to those of s. *)
Fixpoint set_bits (s : bits) (rho : restriction) : bits :=
  match s, rho with
  | b :: s', o :: rho' => match o with Some v => v | None => b end :: set_bits s' rho'
  | _, _ => []
  end.

(** The string that agrees with s exactly where e is true. *)
Fixpoint agreeing (s e : bits) : bits :=
  match s, e with
  | b :: s', t :: e' => eqb b t :: agreeing s' e'
  | _, _ => []
  end.

(** c is true only where e is. *)
Fixpoint within (c e : bits) : bool :=
  match c, e with
  | b :: c', t :: e' => implb b t && within c' e'
  | _, _ => true
  end.

Lemma sum_all_restrictions_S : forall n F, sum_over (all_restrictions (S n)) F =
  sum_over (all_restrictions n) (fun rho => F (None :: rho)) +
  (sum_over (all_restrictions n) (fun rho => F (Some false :: rho)) +
   sum_over (all_restrictions n) (fun rho => F (Some true :: rho))).
Proof.
  intros n F. unfold all_restrictions. cbn [lists_of flat_map]. rewrite !sum_over_app, !sum_over_map.
  unfold sum_over at 4.
  simpl. now rewrite Rplus_0_r.
Qed.

(** A sum over restrictions and the bits at their fixed positions, as one over points and the free positions. *)
Lemma sum_of_set_bits : forall s (A F : bits -> R),
  sum_over (all_restrictions (length s)) (fun rho => A (mask rho) * F (set_bits s rho))
    = sum_over (cube (length s)) (fun e =>
        F (agreeing s e) * sum_over (cube (length s)) (fun c => A c * zero_one (within c e))).
Proof.
  induction s as [|b s IH]; intros A F.
  - unfold sum_over, total. simpl. ring.
  - cbn [length]. rewrite sum_all_restrictions_S, sum_cube_S. cbn [mask set_bits map].
    pose proof (IH (fun c => A (true :: c)) (fun x => F (b :: x))) as H.
    pose proof (IH (fun c => A (false :: c)) (fun x => F (false :: x))) as H0.
    pose proof (IH (fun c => A (false :: c)) (fun x => F (true :: x))) as H1.
    unfold mask in *. cbn beta in *. rewrite H, H0, H1. clear H H0 H1 IH.
    set (all := cube (length s)).
    rewrite (sum_over_ext all (fun e => F (agreeing (b :: s) (false :: e)) * _)
      (fun e => F (negb b :: agreeing s e) * sum_over all (fun c => A (false :: c) * zero_one (within c e)))).
    + rewrite (sum_over_ext all (fun e => F (agreeing (b :: s) (true :: e)) * _)
        (fun e => 1 * (F (b :: agreeing s e) * sum_over all (fun c => A (true :: c) * zero_one (within c e)))
          + 1 * (F (b :: agreeing s e) * sum_over all (fun c => A (false :: c) * zero_one (within c e))))).
      * rewrite sum_over_linear. destruct b; cbn [negb]; ring.
      * intros e _. cbn [agreeing]. rewrite sum_cube_S. cbn [within implb andb].
        fold all.
        replace (eqb b true) with b by now destruct b. ring.
    + intros e _. cbn [agreeing]. rewrite sum_cube_S. cbn [within implb andb]. fold all.
      replace (eqb b false) with (negb b) by now destruct b. f_equal.
      rewrite (sum_over_ext all (fun c => A (true :: c) * zero_one false) (fun _ => 0)) by (intros; simpl; ring).
      rewrite sum_over_constant. ring.
Qed.

(** ** One free position in each part *)

Lemma within_nth : forall c e, length c = length e ->
  (within c e = true <-> forall i, (i < length c)%nat -> implb (nth i c false) (nth i e false) = true).
Proof.
  induction c as [|b c IH]; intros [|t e] H; try discriminate; simpl.
  - split; [intros _ i Hi; lia | reflexivity].
  - injection H as H. rewrite andb_true_iff, (IH e H). split.
    + intros [H0 each] [|i] Hi; [exact H0 | apply each; lia].
    + intros each. split; [apply (each 0%nat); lia | intros i Hi; apply (each (S i)); lia].
Qed.

Lemma within_bits_at : forall p c e,
  (within (bits_at p c) (bits_at p e) = true <-> forall i, In i p -> implb (nth i c false) (nth i e false) = true).
Proof.
  intros p c e. unfold bits_at. induction p as [|i p IH]; simpl; [split; [intros _ i [] | reflexivity]|].
  rewrite andb_true_iff, IH. split.
  - intros [H each] j [<- | Hj]; auto.
  - intros each. auto.
Qed.

Lemma product_of_indicators : forall {A : Type} (xs : list A) (p : A -> bool),
  product (map (fun x => zero_one (p x)) xs) = zero_one (forallb p xs).
Proof.
  intros A xs p. induction xs as [|x xs IH]; simpl; [reflexivity|]. rewrite IH. unfold zero_one.
  destruct (p x); simpl; ring.
Qed.

Lemma product_of_products : forall {A : Type} (xs : list A) F G,
  product (map (fun x => F x * G x) xs) = product (map F xs) * product (map G xs).
Proof. intros A xs F G. induction xs as [|x xs IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma product_same : forall {A : Type} (xs : list A) F a, Forall (fun x => F x = a) xs ->
  product (map F xs) = a ^ length xs.
Proof. intros A xs F a H. induction H as [|x xs Hx _ IH]; simpl; [reflexivity|]. now rewrite Hx, IH. Qed.

Lemma ones_cons : forall b x, INR (ones (b :: x)) = zero_one b + INR (ones x).
Proof. intros b x. unfold ones. destruct b; simpl count_occ; rewrite ?S_INR; simpl; ring. Qed.

(** Strings with a single 1, where e is true. *)
Lemma single_ones : forall e,
  sum_over (cube (length e)) (fun z => zero_one (ones z =? 1)%nat * zero_one (within z e)) = INR (ones e).
Proof.
  assert (none : forall e,
    sum_over (cube (length e)) (fun z => zero_one (ones z =? 0)%nat * zero_one (within z e)) = 1).
  { induction e as [|t e IH]; [unfold sum_over, total; simpl; ring|]. cbn [length]. rewrite sum_cube_S.
    cbn [within implb andb].
    rewrite (sum_over_ext _ (fun x => zero_one (ones (true :: x) =? 0)%nat * _) (fun _ => 0)).
    - rewrite sum_over_constant, Rmult_0_r, Rplus_0_r. exact IH.
    - intros z _. unfold ones; simpl. ring. }
  induction e as [|t e IH]; [unfold sum_over, total; simpl; ring|]. cbn [length].
  rewrite sum_cube_S, ones_cons. cbn [within implb andb].
  change (sum_over (cube (length e)) (fun x => zero_one (ones (false :: x) =? 1)%nat * zero_one (within x e)))
    with (sum_over (cube (length e)) (fun z => zero_one (ones z =? 1)%nat * zero_one (within z e))).
  rewrite IH, (sum_over_ext _ _ (fun z => zero_one t * (zero_one (ones z =? 0)%nat * zero_one (within z e)))).
  - rewrite sum_over_scaled, none. ring.
  - intros z _. change (ones (true :: z)) with (S (ones z)). simpl. destruct t; simpl; ring.
Qed.

(** Whether a restriction is a block restriction, from the positions that it leaves free. *)
Definition one_of_each (parts : list (list nat)) (c : bits) : bool :=
  forallb (fun part => ones (bits_at part c) =? 1)%nat parts.

Lemma times_free : forall part rho, times part (is_free rho) = ones (bits_at part (mask rho)).
Proof.
  intros part rho. unfold times, ones, bits_at, mask.
  induction part as [|i part IH]; cbn [filter map count_occ]; [reflexivity|].
  rewrite (map_nth (fun o : option bool => match o with Some _ => false | None => true end) rho (Some false) i).
  unfold is_free at 1. destruct (nth i rho (Some false)); simpl; now rewrite IH.
Qed.

Lemma sum_block_restrictions : forall n parts F, sum_over (block_restrictions n parts) F =
  sum_over (all_restrictions n) (fun rho => zero_one (one_of_each parts (mask rho)) * F rho).
Proof.
  intros n parts F. unfold block_restrictions. rewrite sum_over_filter. apply sum_over_ext. intros rho _.
  replace (one_of_each parts (mask rho)) with (forallb (fun part => times part (is_free rho) =? 1)%nat parts);
    [reflexivity|].
  unfold one_of_each. induction parts as [|part parts IH]; cbn [forallb]; [reflexivity|]. now rewrite times_free, IH.
Qed.

Lemma parts_below : forall n s parts part i, equal_parts n s parts -> In part parts -> In i part -> (i < n)%nat.
Proof.
  intros n s parts part i [H _] Hp Hi. assert (In i (seq 0 n)); [|rewrite in_seq in *; lia].
  apply (Permutation_in _ H), in_concat. eauto.
Qed.

(** In how many ways the free positions can lie where e is true. *)
Lemma free_within : forall n s parts e, equal_parts n s parts -> length e = n ->
  sum_over (cube n) (fun c => zero_one (one_of_each parts c) * zero_one (within c e))
    = product (map (fun part => INR (ones (bits_at part e))) parts).
Proof.
  intros n s parts e Hparts He.
  rewrite (sum_over_ext _ _ (fun c => product (map (fun part =>
    zero_one (ones (bits_at part c) =? 1)%nat * zero_one (within (bits_at part c) (bits_at part e))) parts))).
  - rewrite (sum_of_products n parts (fun part z =>
      zero_one (ones z =? 1)%nat * zero_one (within z (bits_at part e)))) by apply Hparts.
    f_equal. apply map_ext. intros part. rewrite <- single_ones, length_bits_at. reflexivity.
  - intros c Hc. apply in_cube in Hc. rewrite product_of_products, !product_of_indicators. do 2 f_equal.
    apply eq_true_iff_eq. rewrite within_nth, forallb_forall by congruence. split.
    + intros each part Hp. apply within_bits_at. intros i Hi. apply each. rewrite Hc. eapply parts_below; eassumption.
    + intros each i Hi. rewrite Hc in Hi. destruct Hparts as [H _].
      assert (Hin : In i (concat parts)) by (apply (Permutation_in _ (Permutation_sym H)), in_seq; lia).
      apply in_concat in Hin as [part [Hp Hi']]. specialize (each part Hp). rewrite within_bits_at in each. auto.
Qed.

(** ** The two points of a restriction, free bits set with the signs of the weights and against them *)

Lemma length_set_bits : forall s rho, length s = length rho -> length (set_bits s rho) = length rho.
Proof. induction s as [|b s IH]; intros [|o rho] H; try discriminate; [reflexivity|]. simpl. auto. Qed.

Lemma set_bits_completes : forall s rho, length s = length rho -> In (set_bits s rho) (completions rho).
Proof.
  intros s rho H. apply in_completions. revert s H.
  induction rho as [|o rho IH]; intros [|b s] H; try discriminate; [constructor|]. injection H as H.
  simpl. constructor; [now destruct o | auto].
Qed.

Lemma length_completion : forall rho x, In x (completions rho) -> length x = length rho.
Proof. intros rho x H. apply in_completions in H. induction H; simpl; auto. Qed.

Lemma between_extremes : forall w rho y, length w = length rho -> In y (completions rho) ->
  dot w (zeros_ones (set_bits (map negb (map (at_most 0) w)) rho)) <= dot w (zeros_ones y) /\
  dot w (zeros_ones y) <= dot w (zeros_ones (set_bits (map (at_most 0) w) rho)).
Proof.
  intros w rho y Hw Hy. apply in_completions in Hy. revert w Hw.
  induction Hy as [|o b rho y Hb Hy IH]; intros [|a w] Hw; try discriminate; simpl; [lra|].
  injection Hw as Hw. destruct (IH w Hw) as [low high]. unfold zeros_ones in *.
  destruct o as [v|]; [subst b; lra|].
  assert (sign : (0 <= a /\ at_most 0 a = true) \/ (a < 0 /\ at_most 0 a = false)).
  { unfold at_most. destruct (Rle_dec 0 a); [left | right]; split; auto; lra. }
  destruct sign as [[Ha ->] | [Ha ->]]; destruct b; simpl; lra.
Qed.

(** Not forced: true at the one point and false at the other. *)
Lemma unforced_by_extremes : forall n (f : bits -> bool) g rho, length (weights g) = n ->
  (forall x, length x = n -> (f x = true <-> 0 <= gate_value g (zeros_ones x))) -> length rho = n ->
  zero_one (negb (forced_to_constant f rho)) =
    zero_one (f (set_bits (map (at_most 0) (weights g)) rho))
      - zero_one (f (set_bits (map negb (map (at_most 0) (weights g))) rho)).
Proof.
  intros n f g rho Hg Hf Hrho. set (s := map (at_most 0) (weights g)).
  assert (Hs : length s = length rho) by (unfold s; rewrite map_length; congruence).
  assert (Hs' : length (map negb s) = length rho) by (rewrite map_length; congruence).
  pose proof (set_bits_completes s rho Hs) as top. pose proof (set_bits_completes _ rho Hs') as bottom.
  assert (up : forall y, In y (completions rho) -> f y = true -> f (set_bits s rho) = true).
  { intros y Hy H. pose proof (length_completion rho y Hy). apply Hf in H; [|congruence].
    apply Hf; [rewrite length_set_bits; congruence|]. unfold gate_value in *.
    pose proof (proj2 (between_extremes (weights g) rho y ltac:(congruence) Hy)). subst s. lra. }
  assert (down : forall y, In y (completions rho) -> f (set_bits (map negb s) rho) = true -> f y = true).
  { intros y Hy H. pose proof (length_completion rho y Hy). apply Hf in H; [|rewrite length_set_bits; congruence].
    apply Hf; [congruence|]. unfold gate_value in *.
    pose proof (proj1 (between_extremes (weights g) rho y ltac:(congruence) Hy)). subst s. lra. }
  unfold forced_to_constant.
  destruct (f (set_bits (map negb s) rho)) eqn:low.
  - assert (all : forallb f (completions rho) = true) by (apply forallb_forall; intros y Hy; now apply down).
    rewrite (up _ bottom low), all. simpl. ring.
  - destruct (f (set_bits s rho)) eqn:high.
    + replace (forallb f (completions rho)) with false.
      * replace (forallb (fun x => negb (f x)) (completions rho)) with false; [simpl; ring|].
        symmetry. apply not_true_iff_false. rewrite forallb_forall. intros none. specialize (none _ top).
        rewrite high in none. discriminate.
      * symmetry. apply not_true_iff_false. rewrite forallb_forall. intros all. specialize (all _ bottom). congruence.
    + assert (none : forallb (fun x => negb (f x)) (completions rho) = true).
      { apply forallb_forall. intros y Hy. destruct (f y) eqn:E; [discriminate (up y Hy E) | reflexivity]. }
      rewrite none, orb_true_r. simpl. ring.
Qed.

(** ** Means over the cube *)

Lemma negb_twice : forall x, map negb (map negb x) = x.
Proof. induction x as [|b x IH]; simpl; [reflexivity|]. now rewrite negb_involutive, IH. Qed.

Lemma ones_negated : forall n z, length z = n -> INR (ones z) + INR (ones (map negb z)) = INR n.
Proof.
  induction n as [|n IH]; intros [|b z] H; try discriminate; [unfold ones; simpl; ring|]. injection H as H.
  cbn [map]. rewrite !ones_cons, S_INR, <- (IH z H). destruct b; simpl; ring.
Qed.

Lemma mean_ones : forall n, sum_over (cube n) (fun z : bits => INR (ones z)) = INR n / 2 * 2 ^ n.
Proof.
  induction n as [|n IH]; [unfold sum_over, ones, total; simpl; field|].
  rewrite sum_cube_S.
  rewrite (sum_over_ext _ (fun x : bits => INR (ones (true :: x))) (fun z : bits => 1 * INR (ones z) + 1 * 1)).
  - rewrite (sum_over_linear _ 1 1 _ (fun _ => 1)), sum_over_constant, length_cube, INR_pow2, S_INR.
    change (sum_over (cube n) (fun z : bits => INR (ones (false :: z))))
      with (sum_over (cube n) (fun z : bits => INR (ones z))).
    rewrite IH. simpl. field.
  - intros z _. rewrite ones_cons. simpl. ring.
Qed.

Lemma mean_pair : forall n, sum_over (cube n) (fun z : bits => INR (ones z) * INR (ones (map negb z)))
  = INR n * (INR n - 1) / 4 * 2 ^ n.
Proof.
  induction n as [|n IH]; [unfold sum_over, ones, total; simpl; field|].
  rewrite sum_cube_S. cbn [map negb].
  rewrite (sum_over_ext _ (fun x : bits => INR (ones (false :: x)) * _)
    (fun z : bits => 1 * (INR (ones z) * INR (ones (map negb z))) + 1 * INR (ones z)))
    by (intros; rewrite !ones_cons; simpl; ring).
  rewrite (sum_over_ext _ (fun x : bits => INR (ones (true :: x)) * _)
    (fun z : bits => 1 * (INR (ones z) * INR (ones (map negb z))) + 1 * INR (ones (map negb z))))
    by (intros; rewrite !ones_cons; simpl; ring).
  rewrite !sum_over_linear, (sum_negated n (fun z : bits => INR (ones z))), mean_ones, IH, S_INR. simpl. field.
Qed.

Lemma mean_triple : forall n,
  sum_over (cube n) (fun z : bits => INR (ones z) * (INR (ones z) * INR (ones (map negb z))))
    = INR n * (INR n * (INR n - 1)) / 8 * 2 ^ n.
Proof.
  intros n. set (M := sum_over _ _).
  assert (E : M =
    sum_over (cube n) (fun z : bits => INR (ones (map negb z)) * (INR (ones z) * INR (ones (map negb z))))).
  { unfold M. rewrite <- sum_negated. apply sum_over_ext. intros z _. rewrite negb_twice. ring. }
  assert (twice : 1 * M + 1 * M = INR n * (INR n * (INR n - 1) / 4 * 2 ^ n)); [|lra].
  rewrite E at 2. unfold M. rewrite <- sum_over_linear, <- mean_pair, <- sum_over_scaled. apply sum_over_ext.
  intros z Hz. apply in_cube in Hz. rewrite <- (ones_negated n z Hz). ring.
Qed.

(** The mean of a product over the parts is the power of the mean over one part. *)
Lemma mean_of_products : forall n s parts (h : bits -> R) a, equal_parts n s parts ->
  sum_over (cube s) h = a * 2 ^ s ->
  sum_over (cube n) (fun e : bits => product (map (fun part => h (bits_at part e)) parts)) = a ^ length parts * 2 ^ n.
Proof.
  intros n s parts h a Hparts Hh. rewrite (sum_of_products n parts (fun _ => h)) by apply Hparts.
  rewrite (product_same _ _ (a * 2 ^ s)).
  - rewrite (length_parts _ _ _ Hparts), Rpow_mult_distr, <- pow_mult. do 2 f_equal. lia.
  - destruct Hparts as [_ all]. revert all. apply Forall_impl. now intros part ->.
Qed.

(** ** The probability in terms of two densities *)

(** How much likelier than under the uniform distribution a point is, if the free bits are set to agree with it, or to
    disagree with it: e is true where the point has the signs of the weights. *)
Definition density (s : nat) (parts : list (list nat)) (e : bits) : R :=
  product (map (fun part => 2 / INR s * INR (ones (bits_at part e))) parts).
Definition opposite_density (s : nat) (parts : list (list nat)) (e : bits) : R :=
  product (map (fun part => 2 / INR s * INR (ones (map negb (bits_at part e)))) parts).

Lemma density_negated : forall n s parts e, equal_parts n s parts -> length e = n ->
  density s parts (map negb e) = opposite_density s parts e.
Proof.
  intros n s parts e Hparts He. unfold density, opposite_density. f_equal. apply map_ext_in. intros part Hp.
  do 3 f_equal.
  unfold bits_at. rewrite map_map. apply map_ext_in. intros i Hi.
  rewrite (nth_indep _ false (negb false)); [apply map_nth|]. rewrite map_length, He.
  eapply parts_below; eassumption.
Qed.

Lemma density_scaled : forall s parts e, (1 <= s)%nat ->
  product (map (fun part => INR (ones (bits_at part e))) parts) = (INR s / 2) ^ length parts * density s parts e.
Proof.
  intros s parts e Hs. apply le_INR in Hs. simpl in Hs. unfold density.
  induction parts as [|part parts IH]; simpl; [ring|]. rewrite IH. field. lra.
Qed.

Lemma sum_of_settings : forall n s parts signs (F : bits -> R), equal_parts n s parts -> (1 <= s)%nat ->
  length signs = n ->
  sum_over (block_restrictions n parts) (fun rho => F (set_bits signs rho))
    = (INR s / 2) ^ length parts * sum_over (cube n) (fun e : bits => F (agreeing signs e) * density s parts e).
Proof.
  intros n s parts signs F Hparts Hs Hn. rewrite sum_block_restrictions.
  pose proof (sum_of_set_bits signs (fun c => zero_one (one_of_each parts c)) F) as E. rewrite Hn in E.
  rewrite E, <- sum_over_scaled. apply sum_over_ext. intros e He. apply in_cube in He.
  rewrite (free_within n s) by assumption. rewrite (density_scaled s) by assumption. ring.
Qed.

Lemma agreeing_negated : forall s e, agreeing (map negb s) e = agreeing s (map negb e).
Proof. induction s as [|b s IH]; intros [|t e]; simpl; trivial. rewrite IH. now destruct b, t. Qed.

Lemma sum_of_opposite_settings : forall n s parts signs (F : bits -> R), equal_parts n s parts -> (1 <= s)%nat ->
  length signs = n ->
  sum_over (block_restrictions n parts) (fun rho => F (set_bits (map negb signs) rho))
    = (INR s / 2) ^ length parts * sum_over (cube n) (fun e : bits => F (agreeing signs e) * opposite_density s parts
      e).
Proof.
  intros n s parts signs F Hparts Hs Hn.
  rewrite (sum_of_settings n s) by (trivial; now rewrite map_length). f_equal. rewrite <- sum_negated.
  apply sum_over_ext.
  intros e He. apply in_cube in He. rewrite (density_negated n), agreeing_negated, negb_twice by assumption.
  reflexivity.
Qed.

Lemma half_positive : forall s : nat, (1 <= s)%nat -> forall m, 0 < (INR s / 2) ^ m.
Proof. intros s Hs m. apply le_INR in Hs. simpl in Hs. apply pow_lt. lra. Qed.

Lemma mean_density : forall n s parts, equal_parts n s parts -> (1 <= s)%nat ->
  sum_over (cube n) (density s parts) = 2 ^ n.
Proof.
  intros n s parts Hparts Hs. unfold density.
  rewrite (mean_of_products n s parts (fun z : bits => 2 / INR s * INR (ones z)) 1);
    [now rewrite pow1, Rmult_1_l | trivial |].
  rewrite sum_over_scaled, mean_ones. apply le_INR in Hs. simpl in Hs. field. lra.
Qed.

(** There are (s/2)^m 2^n = s^m 2^(n - m) block restrictions. *)
Lemma number_of_block_restrictions : forall n s parts, equal_parts n s parts -> (1 <= s)%nat ->
  INR (length (block_restrictions n parts)) = (INR s / 2) ^ length parts * 2 ^ n.
Proof.
  intros n s parts Hparts Hs. rewrite <- (Rmult_1_r (INR _)), <- sum_over_constant.
  rewrite (sum_of_settings n s parts (repeat false n) (fun _ => 1)) by (trivial; apply repeat_length). f_equal.
  rewrite <- (mean_density n s parts Hparts Hs). apply sum_over_ext. intros. ring.
Qed.

(** ** The bound *)

(** With mu the probability, to be summed over the cube: f (u - v) is the difference of the two densities where f is
    true. *)
Lemma two_densities : forall mu f u v, f = 0 \/ f = 1 -> 0 <= u -> 0 <= v ->
  4 * mu * ((f - 1 / 2) * (u - v)) <= (mu ^ 2 + 1) * (u + v) - 4 * (u * v) + u * (u * v) + v * (u * v).
Proof.
  intros mu f u v Hf Hu Hv. destruct (Rle_lt_or_eq_dec 0 (u + v)) as [H | H]; [lra | |].
  - apply Rmult_le_reg_l with (u + v); [exact H|]. pose proof (Rmult_le_pos u v Hu Hv).
    pose proof (Rmult_le_pos _ _ H0 (pow2_ge_0 (2 - (u + v)))).
    destruct Hf as [-> | ->].
    + pose proof (pow2_ge_0 (mu * (u + v) + (u - v))). nra.
    + pose proof (pow2_ge_0 (mu * (u + v) - (u - v))). nra.
  - assert (u = 0) by lra. assert (v = 0) by lra. subst u v. lra.
Qed.

Lemma product_nonneg : forall {A : Type} (xs : list A) F, (forall x, 0 <= F x) -> 0 <= product (map F xs).
Proof. intros A xs F H. induction xs as [|x xs IH]; simpl; [lra | now apply Rmult_le_pos]. Qed.

(** The probability as a mean over the cube. *)
Lemma chance_unforced : forall n s parts f, (1 <= s)%nat -> is_threshold_function n f -> equal_parts n s parts ->
  exists F : bits -> R, (forall e, F e = 0 \/ F e = 1) /\
    chance (block_restrictions n parts) (fun rho => negb (forced_to_constant f rho)) * 2 ^ n
      = sum_over (cube n) (fun e => F e * (density s parts e - opposite_density s parts e)).
Proof.
  intros n s parts f Hs [g [Hg Hf]] Hparts. set (signs := map (at_most 0) (weights g)).
  assert (Hsigns : length signs = n) by (unfold signs; now rewrite map_length).
  exists (fun e => zero_one (f (agreeing signs e))). split.
  { intros e. destruct (f (agreeing signs e)); simpl; auto. }
  pose proof (half_positive s Hs (length parts)) as P. pose proof (pow_lt 2 n ltac:(lra)) as P2.
  unfold chance. rewrite number_of_block_restrictions with (s := s), times_sum by assumption.
  rewrite (sum_over_ext _ _ (fun rho => 1 * zero_one (f (set_bits signs rho))
    + -1 * zero_one (f (set_bits (map negb signs) rho)))).
  - rewrite sum_over_linear.
    rewrite (sum_of_settings n s parts signs (fun x => zero_one (f x))) by assumption.
    rewrite (sum_of_opposite_settings n s parts signs (fun x => zero_one (f x))) by assumption.
    rewrite (sum_over_ext (cube n) (fun e => zero_one (f (agreeing signs e)) * (density s parts e - opposite_density s
      parts e))
      (fun e : bits => 1 * (zero_one (f (agreeing signs e)) * density s parts e)
        + -1 * (zero_one (f (agreeing signs e)) * opposite_density s parts e))) by (intros; ring).
    rewrite sum_over_linear. field. split; lra.
  - intros rho H. apply in_block_restrictions in H as [H _].
    pose proof (unforced_by_extremes n f g rho Hg Hf H) as E. unfold zero_one in E at 1. rewrite E. unfold signs. ring.
Qed.

Lemma square_below : forall n s parts f, (1 <= s)%nat -> is_threshold_function n f -> equal_parts n s parts ->
  chance (block_restrictions n parts) (fun rho => negb (forced_to_constant f rho)) ^ 2
    <= 1 - (1 - 1 / INR s) ^ length parts.
Proof.
  intros n s parts f Hs Hf Hparts.
  destruct (chance_unforced n s parts f Hs Hf Hparts) as [F [HF E]]. set (p := chance _ _) in *.
  pose proof (le_INR _ _ Hs) as Hs'. simpl in Hs'.
  pose proof (pow_lt 2 n ltac:(lra)) as P2. set (k := (1 - 1 / INR s) ^ length parts).
  pose (u := density s parts). pose (v := opposite_density s parts).
  assert (Eu : sum_over (cube n) u = 2 ^ n) by now apply mean_density.
  assert (Ev : sum_over (cube n) v = 2 ^ n).
  { rewrite <- Eu, <- sum_negated. apply sum_over_ext. intros e He. apply in_cube in He. unfold u, v.
    now rewrite <- (density_negated n), negb_twice by (trivial; now rewrite map_length). }
  assert (Euv : sum_over (cube n) (fun e => u e * v e) = k * 2 ^ n).
  { unfold k. rewrite <- (mean_of_products n s parts
      (fun z => (2 / INR s * INR (ones z)) * (2 / INR s * INR (ones (map negb z))))) by
      (trivial; rewrite (sum_over_ext _ _ (fun z : bits => 4 / INR s ^ 2 * (INR (ones z) * INR (ones (map negb z)))))
        by (intros; field; lra); rewrite sum_over_scaled, mean_pair; field; lra).
    apply sum_over_ext. intros e _. unfold u, v, density, opposite_density. now rewrite <- product_of_products. }
  assert (Euuv : sum_over (cube n) (fun e => u e * (u e * v e)) = k * 2 ^ n).
  { unfold k. rewrite <- (mean_of_products n s parts
      (fun z => (2 / INR s * INR (ones z)) * ((2 / INR s * INR (ones z)) * (2 / INR s * INR (ones (map negb z)))))) by
      (trivial; rewrite (sum_over_ext _ _ (fun z : bits =>
         8 / INR s ^ 3 * (INR (ones z) * (INR (ones z) * INR (ones (map negb z))))))
        by (intros; field; lra); rewrite sum_over_scaled, mean_triple; field; lra).
    apply sum_over_ext. intros e _. unfold u, v, density, opposite_density. now rewrite <- !product_of_products. }
  assert (Evuv : sum_over (cube n) (fun e => v e * (u e * v e)) = k * 2 ^ n).
  { rewrite <- Euuv, <- sum_negated. apply sum_over_ext. intros e He. apply in_cube in He. unfold u, v.
    rewrite <- !(density_negated n), negb_twice, (density_negated n) by (trivial; now rewrite map_length).
    rewrite <- (density_negated n) by assumption. ring. }
  assert (Hratio : 0 <= 2 / INR s) by (left; apply Rdiv_lt_0_compat; lra).
  assert (Hu : forall e, 0 <= u e)
    by (intros e; apply product_nonneg; intros; apply Rmult_le_pos; [exact Hratio | apply pos_INR]).
  assert (Hv : forall e, 0 <= v e)
    by (intros e; apply product_nonneg; intros; apply Rmult_le_pos; [exact Hratio | apply pos_INR]).
  pose proof (sum_over_le (cube n) _ _ (fun e _ => two_densities p (F e) (u e) (v e) (HF e) (Hu e) (Hv e))) as H.
  cbn beta in H.
  rewrite (sum_over_ext _ (fun e => 4 * p * ((F e - 1 / 2) * (u e - v e))) (fun e : bits =>
    4 * p * (F e * (u e - v e)) + - (2 * p) * (1 * u e + -1 * v e))) in H by (intros; field).
  rewrite (sum_over_linear _ (4 * p)), (sum_over_linear _ 1 (-1)) in H.
  rewrite (sum_over_ext _ (fun e => (p ^ 2 + 1) * _ - _ + _ + _) (fun e : bits =>
    (p ^ 2 + 1) * (1 * u e + 1 * v e) +
    1 * (-4 * (u e * v e) + 1 * (1 * (u e * (u e * v e)) + 1 * (v e * (u e * v e)))))) in H by (intros; ring).
  rewrite (sum_over_linear _ (p ^ 2 + 1)), (sum_over_linear _ 1 1), (sum_over_linear _ (-4)), (sum_over_linear _ 1 1)
    in H.
  fold u v in E. rewrite <- E, Eu, Ev, Euv, Euuv, Evuv in H.
  apply Rmult_le_reg_r with (2 ^ n); [exact P2|]. nra.
Qed.

(** The square of the probability is at most 1 - (1 - 1/s)^|P|, for parts of s positions; so it is at most
    |P|/sqrt n. *)
Theorem lemma_2_6_1_sharpened : forall (n s : nat) (parts : list (list nat)) (f : bits -> bool),
  (1 <= n)%nat -> is_threshold_function n f -> equal_parts n s parts ->
  chance (block_restrictions n parts) (fun rho => negb (forced_to_constant f rho)) ^ 2
    <= 1 - (1 - 1 / INR s) ^ length parts /\
  chance (block_restrictions n parts) (fun rho => negb (forced_to_constant f rho)) <= INR (length parts) / sqrt (INR n).
Proof.
  intros n s parts f Hn Hf Hparts. pose proof (length_parts n s parts Hparts) as size.
  assert (Hs : (1 <= s)%nat) by nia. pose proof (square_below n s parts f Hs Hf Hparts) as H. split; [exact H|].
  set (p := chance _ _) in *. set (m := length parts) in *.
  apply le_INR in Hs, Hn. simpl in Hs, Hn.
  assert (Ht : 0 <= 1 / INR s <= 1).
  { split; [left; apply Rdiv_lt_0_compat; lra|]. apply Rmult_le_reg_r with (INR s); [lra|]. field_simplify; lra. }
  pose proof (bernoulli (1 - 1 / INR s) m) as B.
  pose proof (sqrt_lt_R0 (INR n) ltac:(lra)) as root. pose proof (pos_INR m) as Hm.
  apply Rsqr_incr_0_var.
  - unfold Rsqr. apply Rle_trans with (INR m * (1 / INR s)); [lra|]. apply Req_le.
    replace (INR m / sqrt (INR n) * (INR m / sqrt (INR n))) with (INR m * INR m / (sqrt (INR n) * sqrt (INR n)))
      by (field; lra).
    rewrite sqrt_sqrt by lra. rewrite size, mult_INR in *. field. split; nra.
  - apply Rmult_le_pos; [exact Hm | left; now apply Rinv_0_lt_compat].
Qed.

(** A threshold function is not forced to a constant by a random block restriction with probability O(|P|/sqrt n),
    with the same constant for all n, all partitions P into equal parts and all threshold functions. *)
Theorem lemma_2_6_1_printed : exists C : R, 0 < C /\
  forall (n s : nat) (parts : list (list nat)) (f : bits -> bool),
    (1 <= n)%nat -> is_threshold_function n f -> equal_parts n s parts ->
    chance (block_restrictions n parts) (fun rho => negb (forced_to_constant f rho))
      <= C * INR (length parts) / sqrt (INR n).
Proof.
  exists 1. split; [lra|]. intros n s parts f Hn Hf Hparts. rewrite Rmult_1_l.
  exact (proj2 (lemma_2_6_1_sharpened n s parts f Hn Hf Hparts)).
Qed.

(** For parts of one position the first bound is attained, for any number m of them; the second for m = 1. *)
Theorem lemma_2_6_1_sharpened_attained : forall m : nat, (1 <= m)%nat ->
  exists (parts : list (list nat)) (f : bits -> bool),
    length parts = m /\ equal_parts m 1 parts /\ is_threshold_function m f /\
    chance (block_restrictions m parts) (fun rho => negb (forced_to_constant f rho)) = 1.
Proof.
  intros m Hm. destruct (equal_parts_exist m 1) as [parts [length_m Hparts]]. rewrite Nat.mul_1_r in Hparts.
  set (g := Gate (repeat 1 m) (-1)).
  assert (fires : forall x, at_most 0 (gate_value g (zeros_ones x)) = true <-> 0 <= gate_value g (zeros_ones x)).
  { intros x. unfold at_most. destruct (Rle_dec _ _); split; auto; discriminate. }
  exists parts, (fun x => at_most 0 (gate_value g (zeros_ones x))). split; [exact length_m|].
  split; [exact Hparts|]. split; [exists g; split; [apply repeat_length | intros x _; apply fires]|].
  unfold chance. rewrite (times_ext _ _ (fun _ => true)).
  - rewrite times_all by reflexivity. unfold Rdiv. apply Rinv_r. rewrite (number_of_block_restrictions m 1)
      by (trivial; lia).
    apply Rgt_not_eq, Rmult_lt_0_compat; apply pow_lt; simpl; lra.
  - intros rho H. apply in_block_restrictions in H as [Hrho free].
    assert (all_free : rho = repeat None m).
    { apply (nth_ext _ _ (Some false) None); [now rewrite repeat_length|]. intros i Hi. rewrite Hrho in Hi.
      rewrite nth_repeat. destruct Hparts as [H all].
      assert (Hin : In i (concat parts)) by (apply (Permutation_in _ (Permutation_sym H)), in_seq; lia).
      apply in_concat in Hin as [part [Hp Hi']]. rewrite Forall_forall in all, free.
      specialize (all _ Hp). specialize (free _ Hp). destruct part as [|j [|k part]]; try discriminate.
      destruct Hi' as [-> | []]. unfold times, is_free in free. simpl in free.
      now destruct (nth i rho (Some false)). }
    assert (completes : forall b k, In (repeat b k) (completions (repeat None k))).
    { intros b k. induction k as [|k IH]; simpl; [now left|]. apply in_app_iff. destruct b; [right | left];
        now apply (in_map (cons _)). }
    subst rho. apply negb_true_iff, orb_false_iff. split; apply not_true_iff_false; rewrite forallb_forall; intros same.
    + specialize (same _ (completes false m)). cbn beta in same. apply fires in same.
      unfold gate_value in same. cbn [weights bias g] in same. rewrite dot_ones, total_zeros_ones in same
        by (unfold zeros_ones; now rewrite map_length, repeat_length).
      assert (none : ones (repeat false m) = 0%nat) by (clear; unfold ones; induction m; simpl; auto).
      rewrite none in same. simpl in same. lra.
    + specialize (same _ (completes true m)). cbn beta in same. apply negb_true_iff, not_true_iff_false in same.
      apply same, fires. unfold gate_value. cbn [weights bias g]. rewrite dot_ones, total_zeros_ones
        by (unfold zeros_ones; now rewrite map_length, repeat_length).
      assert (every : ones (repeat true m) = m) by (clear; unfold ones; induction m; simpl; congruence).
      rewrite every. apply le_INR in Hm. simpl in Hm. lra.
Qed.

(** ** The majority with one free bit *)

(** More than half of the bits are 1. *)
Definition majority (x : bits) : bool := (length x <? 2 * ones x)%nat.

Lemma majority_threshold : forall k x, length x = (2 * k + 1)%nat ->
  (majority x = true <-> 0 <= gate_value (Gate (repeat 1 (2 * k + 1)) (- INR (k + 1))) (zeros_ones x)).
Proof.
  intros k x H. unfold gate_value. cbn [weights bias]. rewrite dot_ones, total_zeros_ones
    by (unfold zeros_ones; now rewrite map_length). unfold majority.
  rewrite Nat.ltb_lt, H. split; intros le.
  - assert (INR (k + 1) <= INR (ones x)) by (apply le_INR; lia). lra.
  - assert (k + 1 <= ones x)%nat by (apply INR_le; lra). lia.
Qed.

(** How many bits a restriction leaves free, and how many it fixes to 1. *)
Definition frees (rho : restriction) : nat := times rho (fun o => match o with None => true | _ => false end).
Definition trues (rho : restriction) : nat := times rho (fun o => match o with Some true => true | _ => false end).

Lemma ones_set_true : forall n rho, length rho = n -> ones (set_bits (repeat true n) rho) = (trues rho + frees rho)%nat.
Proof.
  induction n as [|n IH]; intros [|o rho] H; try discriminate; [reflexivity|]. injection H as H. specialize (IH rho H).
  unfold ones, trues, frees, times in *. destruct o as [[|]|]; simpl; lia.
Qed.

Lemma ones_set_false : forall n rho, length rho = n -> ones (set_bits (repeat false n) rho) = trues rho.
Proof.
  induction n as [|n IH]; intros [|o rho] H; try discriminate; [reflexivity|]. injection H as H. specialize (IH rho H).
  unfold ones, trues, times in *. destruct o as [[|]|]; simpl; lia.
Qed.

Lemma times_all_restrictions_S : forall n e, times (all_restrictions (S n)) e =
  (times (all_restrictions n) (fun rho => e (None :: rho)) +
   (times (all_restrictions n) (fun rho => e (Some false :: rho)) +
    times (all_restrictions n) (fun rho => e (Some true :: rho))))%nat.
Proof.
  intros n e. unfold all_restrictions. cbn [lists_of flat_map]. rewrite !times_app, !times_map. do 2 f_equal.
  apply Nat.add_0_r.
Qed.

Lemma binomial_zero : forall n, binomial n 0 = 1%nat.
Proof. now destruct n. Qed.

Lemma none_free : forall n k,
  times (all_restrictions n) (fun rho => (frees rho =? 0) && (trues rho =? k))%nat = binomial n k.
Proof.
  induction n as [|n IH]; intros k; [now destruct k|]. rewrite times_all_restrictions_S.
  rewrite times_none by reflexivity.
  change (fun rho => (frees (Some false :: rho) =? 0) && (trues (Some false :: rho) =? k))%nat
    with (fun rho => (frees rho =? 0) && (trues rho =? k))%nat.
  change (fun rho => (frees (Some true :: rho) =? 0) && (trues (Some true :: rho) =? k))%nat
    with (fun rho => (frees rho =? 0) && (S (trues rho) =? k))%nat.
  rewrite IH. destruct k as [|k].
  - rewrite times_none by (intros; now rewrite andb_false_r). rewrite !binomial_zero. lia.
  - change (fun rho => (frees rho =? 0) && (S (trues rho) =? S k))%nat
      with (fun rho => (frees rho =? 0) && (trues rho =? k))%nat. rewrite IH. simpl. lia.
Qed.

Lemma one_free_count : forall n k,
  times (all_restrictions n) (fun rho => (frees rho =? 1) && (trues rho =? k))%nat = (n * binomial (n - 1) k)%nat.
Proof.
  induction n as [|n IH]; intros k; [reflexivity|]. rewrite times_all_restrictions_S.
  change (fun rho => (frees (None :: rho) =? 1) && (trues (None :: rho) =? k))%nat
    with (fun rho => (frees rho =? 0) && (trues rho =? k))%nat.
  change (fun rho => (frees (Some false :: rho) =? 1) && (trues (Some false :: rho) =? k))%nat
    with (fun rho => (frees rho =? 1) && (trues rho =? k))%nat.
  change (fun rho => (frees (Some true :: rho) =? 1) && (trues (Some true :: rho) =? k))%nat
    with (fun rho => (frees rho =? 1) && (S (trues rho) =? k))%nat.
  rewrite none_free, IH. replace (S n - 1)%nat with n by lia. destruct k as [|k].
  - rewrite times_none by (intros; now rewrite andb_false_r). rewrite !binomial_zero. lia.
  - change (fun rho => (frees rho =? 1) && (S (trues rho) =? S k))%nat
      with (fun rho => (frees rho =? 1) && (trues rho =? k))%nat.
    rewrite IH. destruct n as [|n]; [reflexivity|]. replace (S n - 1)%nat with n by lia. simpl. lia.
Qed.

Lemma one_part : forall n, equal_parts n n [seq 0 n].
Proof.
  intros n. split; [simpl; now rewrite app_nil_r | repeat constructor; apply seq_length].
Qed.

Lemma one_part_free : forall n rho, length rho = n -> times (seq 0 n) (is_free rho) = frees rho.
Proof.
  intros n rho <-. rewrite times_free. unfold bits_at.
  replace (length rho) with (length (mask rho)) by apply map_length. rewrite entries.
  unfold frees, times, ones, mask. induction rho as [|o rho IH]; [reflexivity|].
  destruct o; simpl; now rewrite IH.
Qed.

Lemma times_filter : forall {A : Type} (xs : list A) p e, times (filter p xs) e = times xs (fun x => p x && e x).
Proof.
  intros A xs p e. unfold times. induction xs as [|x xs IH]; simpl; [reflexivity|].
  destruct (p x); simpl; [destruct (e x); simpl; now rewrite IH | exact IH].
Qed.

(** With one free bit the majority is not forced when there is a tie among the others. *)
Lemma majority_unforced : forall k rho, length rho = (2 * k + 1)%nat -> frees rho = 1%nat ->
  negb (forced_to_constant majority rho) = (trues rho =? k)%nat.
Proof.
  intros k rho H one. set (n := (2 * k + 1)%nat) in *.
  pose proof (unforced_by_extremes n majority (Gate (repeat 1 n) (- INR (k + 1))) rho (repeat_length _ _)
    (majority_threshold k) H) as E. cbn [weights] in E.
  replace (map (at_most 0) (repeat 1 n)) with (repeat true n) in E.
  2: { clear. induction n as [|n IH]; [reflexivity|]. simpl. rewrite IH. f_equal. unfold at_most.
    destruct (Rle_dec 0 1); [reflexivity | lra]. }
  replace (map negb (repeat true n)) with (repeat false n) in E by (clear; induction n; simpl; congruence).
  unfold majority at 2 3 in E.
  rewrite !length_set_bits, ones_set_true, ones_set_false, one, H in E by (rewrite ?repeat_length; auto).
  unfold zero_one in E. subst n.
  destruct (negb (forced_to_constant majority rho)), (Nat.ltb_spec (2 * k + 1) (2 * (trues rho + 1))),
    (Nat.ltb_spec (2 * k + 1) (2 * trues rho)), (Nat.eqb_spec (trues rho) k); trivial; try lra; lia.
Qed.

Lemma sqrt_scaled : forall u t, 0 <= u -> 0 <= t -> sqrt u * t = sqrt (u * t ^ 2).
Proof. intros u t Hu Ht. rewrite sqrt_mult_alt, sqrt_pow2 by assumption. reflexivity. Qed.

(** The majority of n = 2k + 1 bits with one free bit is not forced with probability C(2k, k)/4^k, that of a tie among
    the others. This times sqrt n is at most 1, and decreases. *)
Theorem lemma_2_6_1_majority_printed : forall k : nat,
  chance (block_restrictions (2 * k + 1) [seq 0 (2 * k + 1)]) (fun rho => negb (forced_to_constant majority rho))
    = INR (binomial (2 * k) k) / 4 ^ k /\
  sqrt (INR (2 * k + 1)) * (INR (binomial (2 * k) k) / 4 ^ k) <= 1 /\
  sqrt (INR (2 * (k + 1) + 1)) * (INR (binomial (2 * (k + 1)) (k + 1)) / 4 ^ (k + 1))
    < sqrt (INR (2 * k + 1)) * (INR (binomial (2 * k) k) / 4 ^ k).
Proof.
  intros k. fold (tie k) (tie (k + 1)).
  assert (scaled : forall j, sqrt (INR (2 * j + 1)) * tie j = sqrt ((2 * INR j + 1) * tie j ^ 2)).
  { intros j. pose proof (tie_positive j). pose proof (pos_INR j). rewrite sqrt_scaled by (try apply pos_INR; lra).
    do 2 f_equal. rewrite plus_INR, mult_INR. simpl. ring. }
  rewrite !scaled. split; [|split].
  - unfold chance. rewrite (number_of_block_restrictions _ (2 * k + 1)) by (try lia; apply one_part).
    unfold block_restrictions. rewrite times_filter.
    rewrite (times_ext _ _ (fun rho => (frees rho =? 1) && (trues rho =? k))%nat).
    + rewrite one_free_count. replace (2 * k + 1 - 1)%nat with (2 * k)%nat by lia. unfold tie. rewrite mult_INR.
      cbn [length]. pose proof (pos_INR k). rewrite pow_add, pow_mult.
      replace (2 ^ 2) with 4 by ring. rewrite plus_INR, mult_INR. simpl (INR 2). simpl (INR 1). field. split; [|lra].
      apply pow_nonzero. lra.
    + intros rho H. apply in_all_restrictions in H. cbn [forallb]. rewrite one_part_free, andb_true_r by exact H.
      destruct (Nat.eqb_spec (frees rho) 1); [|reflexivity]. cbn [andb]. now apply majority_unforced.
  - apply Rle_trans with (sqrt 1); [apply sqrt_le_1_alt | rewrite sqrt_1; lra]. induction k as [|k IH].
    { replace (tie 0) with 1 by (unfold tie; simpl; field). simpl. lra. }
    pose proof (scaled_ties_decrease k). rewrite Nat.add_1_r in *. lra.
  - apply sqrt_lt_1_alt. split; [|apply scaled_ties_decrease]. pose proof (pos_INR (k + 1)).
    apply Rmult_le_pos; [lra | apply pow2_ge_0].
Qed.

(** For the majority of p = 2 k + 1 bits, sqrt(p) times the chance C(2 k, k) / 4^k that a restriction with one free bit
    does not force it to a constant is more than sqrt(2/pi). *)
Theorem lemma_2_6_1_majority_sharpened : forall k : nat,
  sqrt (2 / PI) < sqrt (INR (2 * k + 1)) * (INR (binomial (2 * k) k) / 4 ^ k).
Proof.
  intros k. fold (tie k). pose proof (tie_positive k). rewrite sqrt_scaled by (try apply pos_INR; lra).
  rewrite plus_INR, mult_INR. simpl (INR 2). simpl (INR 1). apply sqrt_lt_1_alt. split.
  - left. apply Rdiv_lt_0_compat; [lra | apply PI_RGT_0].
  - apply scaled_ties_above.
Qed.
