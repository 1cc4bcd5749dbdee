(** Appendix 2.A of Mukherjee 2020: the maximum of two numbers by 4 and by 3 gates, and not by 2; the linear system for
    flaps, as printed and with a_i for a_(j-1); and piecewise linear functions on the line by their kinks. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks networks_facts piecewise vectors_facts maximum_networks_facts.
Import ListNotations.
Open Scope R_scope.

(** ** The maximum of two numbers *)

Lemma maximum_by_absolute s t : Rmax s t = (s + t) / 2 + Rabs (s - t) / 2.
Proof. unfold Rmax, Rabs. destruct Rle_dec, Rcase_abs; lra. Qed.

(** max(x_1, x_2) = (x_1 + x_2) / 2 + |x_1 - x_2| / 2, and 4 gates in one hidden layer compute it. *)
Theorem section_2_a_t_max_printed :
  (forall s t : R, Rmax s t = (s + t) / 2 + Rabs (s - t) / 2) /\
  exists N, computes_number N 2 (fun x => Rmax (nth 0 x 0) (nth 1 x 0)) /\ depth N = 2%nat /\ size N = 4%nat.
Proof.
  split; [exact maximum_by_absolute|].
  exists (Network [[Gate [1; 1] 0; Gate [-1; -1] 0; Gate [1; -1] 0; Gate [-1; 1] 0]]
    [Gate [1 / 2; - (1 / 2); 1 / 2; 1 / 2] 0]). split; [|now split].
  split; [now apply from_to_one_layer; repeat constructor|].
  intros [|s [|t [|]]] long; try discriminate. rewrite evaluate_one_layer. unfold gate_value. simpl. f_equal.
  rewrite maximum_by_absolute.
  replace (1 * s + (1 * t + 0) + 0) with (s + t) by ring. replace (-1 * s + (-1 * t + 0) + 0) with (- (s + t)) by ring.
  replace (1 * s + (-1 * t + 0) + 0) with (s - t) by ring. replace (-1 * s + (1 * t + 0) + 0) with (- (s - t)) by ring.
  pose proof (relu_split (s + t)). pose proof (relu_split (s - t)).
  assert (relu (s - t) + relu (- (s - t)) = Rabs (s - t))
    by (unfold relu, Rmax, Rabs; destruct Rle_dec, Rle_dec, Rcase_abs; lra).
  lra.
Qed.

(** max(x_1, x_2) = (x_1 + x_2) / 2 + |x_1 - x_2| / 2, and 3 gates in one hidden layer compute it. *)
Theorem section_2_a_t_max_sharpened :
  (forall s t : R, Rmax s t = (s + t) / 2 + Rabs (s - t) / 2) /\
  exists N, computes_number N 2 (fun x => Rmax (nth 0 x 0) (nth 1 x 0)) /\ depth N = 2%nat /\ size N = 3%nat.
Proof.
  split; [exact maximum_by_absolute|]. exists greater. split; [|now split].
  split; [now apply from_to_one_layer; repeat constructor|].
  intros [|s [|t [|]]] long; try discriminate. apply evaluate_greater.
Qed.

(** Far out along the diagonal a gate that changes there is straight across it. *)
Lemma straight_far_out a b c : a + b <> 0 -> exists T, forall t, T <= t ->
  relu (a * (t + 1) + b * (t - 1) + c) + relu (a * (t - 1) + b * (t + 1) + c) = 2 * relu (a * t + b * t + c).
Proof.
  intros changes. exists ((Rabs (a - b) + Rabs c) / Rabs (a + b)). intros t far.
  assert (positive : 0 < Rabs (a + b)) by now apply Rabs_pos_lt.
  apply Rmult_le_compat_l with (r := Rabs (a + b)) in far; [|lra].
  replace (Rabs (a + b) * ((Rabs (a - b) + Rabs c) / Rabs (a + b))) with (Rabs (a - b) + Rabs c) in far by (field; lra).
  replace (a * (t + 1) + b * (t - 1) + c) with ((a + b) * t + c + (a - b)) by ring.
  replace (a * (t - 1) + b * (t + 1) + c) with ((a + b) * t + c - (a - b)) by ring.
  replace (a * t + b * t + c) with ((a + b) * t + c) by ring.
  pose proof (Rle_abs (a - b)). pose proof (Rle_abs (- (a - b))) as opposite. rewrite Rabs_Ropp in opposite.
  pose proof (Rle_abs c). pose proof (Rle_abs (- c)) as opposite'. rewrite Rabs_Ropp in opposite'.
  destruct (Rle_lt_dec 0 (a + b)) as [up | down].
  - rewrite (Rabs_pos_eq (a + b)) in far by exact up. rewrite !relu_nonneg by lra. ring.
  - rewrite (Rabs_left (a + b)) in far by exact down. rewrite !relu_nonpos by lra. ring.
Qed.

(** One gate and a constant are not the identity. *)
Lemma not_the_identity k v s c : ~ forall t, t = k + v * relu (s * t + c).
Proof.
  intros claimed. destruct (Rtotal_order s 0) as [down | [-> | up]].
  - pose proof (claimed (Rabs (c / s) + 1)) as one. pose proof (claimed (Rabs (c / s) + 2)) as two.
    assert (far : forall e, 0 <= e -> relu (s * (Rabs (c / s) + e) + c) = 0).
    { intros e some. apply relu_nonpos. pose proof (Rle_abs (- (c / s))) as large. rewrite Rabs_Ropp in large.
      replace c with (s * (c / s)) at 2 by (field; lra). nra. }
    rewrite far in one, two by lra. lra.
  - pose proof (claimed 0) as zero. pose proof (claimed 1) as one.
    replace (0 * 1 + c) with (0 * 0 + c) in one by ring. lra.
  - pose proof (claimed (- (Rabs (c / s) + 1))) as one. pose proof (claimed (- (Rabs (c / s) + 2))) as two.
    assert (far : forall e, 0 <= e -> relu (s * - (Rabs (c / s) + e) + c) = 0).
    { intros e some. apply relu_nonpos. pose proof (Rle_abs (c / s)) as large.
      replace c with (s * (c / s)) at 2 by (field; lra). nra. }
    rewrite far in one, two by lra. lra.
Qed.

(** No network with 2 gates in one hidden layer computes max(s, t). *)
Theorem section_2_a_t_max_sharpened_least : forall beta v1 v2 a1 a2 b1 b2 c1 c2 : R,
  ~ forall s t : R, Rmax s t = beta + v1 * relu (a1 * s + b1 * t + c1) + v2 * relu (a2 * s + b2 * t + c2).
Proof.
  intros beta v1 v2 a1 a2 b1 b2 c1 c2 claimed.
  destruct (Req_dec (a1 + b1) 0) as [flat1 | changes1]; [|destruct (Req_dec (a2 + b2) 0) as [flat2 | changes2]].
  - apply (not_the_identity (beta + v1 * relu c1) v2 (a2 + b2) c2). intros t.
    specialize (claimed t t). rewrite Rmax_left in claimed by lra.
    replace (a1 * t + b1 * t + c1) with ((a1 + b1) * t + c1) in claimed by ring.
    rewrite flat1, Rmult_0_l, Rplus_0_l in claimed.
    replace ((a2 + b2) * t + c2) with (a2 * t + b2 * t + c2) by ring. lra.
  - apply (not_the_identity (beta + v2 * relu c2) v1 (a1 + b1) c1). intros t.
    specialize (claimed t t). rewrite Rmax_left in claimed by lra.
    replace (a2 * t + b2 * t + c2) with ((a2 + b2) * t + c2) in claimed by ring.
    rewrite flat2, Rmult_0_l, Rplus_0_l in claimed.
    replace ((a1 + b1) * t + c1) with (a1 * t + b1 * t + c1) by ring. lra.
  - destruct (straight_far_out a1 b1 c1 changes1) as [T1 one].
    destruct (straight_far_out a2 b2 c2 changes2) as [T2 two].
    set (t := Rmax T1 T2). specialize (one t (Rmax_l _ _)). specialize (two t (Rmax_r _ _)).
    pose proof (claimed t t) as middle. pose proof (claimed (t + 1) (t - 1)) as right.
    pose proof (claimed (t - 1) (t + 1)) as left.
    rewrite Rmax_left in middle, right by lra. rewrite Rmax_right in left by lra.
    nra.
Qed.

(** ** The linear system for flaps *)

(** The flaps (2.15) and (2.16). *)
Definition right_flap (r a x : R) : R := if Rle_dec x a then 0 else r * (x - a).
Definition left_flap (t a x : R) : R := if Rle_dec x a then t * (x - a) else 0.

(** One right flap of slope r at a_(m-1) and left flaps of slopes t_j at a_j, for 1 <= j <= m - 1. *)
Definition flaps (r : R) (t a : nat -> R) (m : nat) (x : R) : R :=
  right_flap r (a (m - 1)%nat) x + total (map (fun j => left_flap (t j) (a j) x) (seq 1 (m - 1))).

(** f takes the values b_i at a_1 < ... < a_(m-1), is affine in between, with slope left before and right beyond. *)
Definition interpolates (f : R -> R) (a b : nat -> R) (m : nat) (left right : R) : Prop :=
  (forall i, (1 <= i <= m - 1)%nat -> f (a i) = b i) /\
  (forall i, (1 <= i <= m - 2)%nat -> affine_between f (a i) (a (S i))) /\
  (forall x, x <= a 1%nat -> f x = b 1%nat + left * (x - a 1%nat)) /\
  (forall x, a (m - 1)%nat <= x -> f x = b (m - 1)%nat + right * (x - a (m - 1)%nat)).

(** The equations right = r, left = t_1 + ... + t_(m-1) and b_i = sum of the t_j c_ij over j = i + 1, ..., m - 1, for
    1 <= i <= m - 2. *)
Definition solves (c : nat -> nat -> R) (b : nat -> R) (m : nat) (left right r : R) (t : nat -> R) : Prop :=
  right = r /\ left = total (map t (seq 1 (m - 1))) /\
  forall i, (1 <= i <= m - 2)%nat -> b i = total (map (fun j => t j * c i j) (seq (S i) (m - 1 - i))).

(** The system as printed, with c_ij = a_(j-1) - a_j, does not always give the function: four pieces with the points
    (0, 0), (1, 1), (2, 0) and flat ends. *)
Theorem section_2_a_flap_system_printed_refuted :
  ~ (forall (m : nat) (a b : nat -> R) (left right : R), (2 <= m)%nat ->
      (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) -> b (m - 1)%nat = 0 ->
      forall r t, solves (fun i j => a (j - 1)%nat - a j) b m left right r t ->
        interpolates (flaps r t a m) a b m left right).
Proof.
  intros claimed.
  specialize (claimed 4%nat (fun i => INR (i - 1)) (fun i => if i =? 2 then 1 else 0) 0 0 ltac:(lia)).
  destruct claimed with (r := 0) (t := fun j : nat => match j with 2%nat => 1 | 3%nat => -1 | _ => 0 end)
    as [values _].
  - intros i inside. apply lt_INR. lia.
  - reflexivity.
  - split; [reflexivity | split; [simpl; ring|]]. intros i inside.
    assert (i = 1 \/ i = 2)%nat as [-> | ->] by lia; simpl; ring.
  - specialize (values 1%nat ltac:(lia)). unfold flaps, right_flap, left_flap in values. simpl in values.
    repeat destruct Rle_dec in values; lra.
Qed.

(** t_i + ... + t_(m-1). *)
Definition tail (t : nat -> R) (m i : nat) : R := total (map t (seq i (m - i))).

Lemma tail_next t m i : (i < m)%nat -> tail t m i = t i + tail t m (S i).
Proof. intros less. unfold tail. replace (m - i)%nat with (S (m - S i)) by lia. reflexivity. Qed.

Lemma tail_end t m : tail t m m = 0.
Proof. unfold tail. now rewrite Nat.sub_diag. Qed.

(** The sum of the t_j (x - a_j) over j = i, ..., m - 1. *)
Definition left_sum (t a : nat -> R) (m i : nat) (x : R) : R := tail (fun j => t j * (x - a j)) m i.

Lemma left_sum_line t a m i x y : left_sum t a m i x = left_sum t a m i y + tail t m i * (x - y).
Proof.
  unfold left_sum, tail. induction (seq i (m - i)) as [|j l IH]; [simpl; ring|]. cbn [map total fold_right].
  fold (total (map (fun j => t j * (x - a j)) l)) (total (map (fun j => t j * (y - a j)) l)) (total (map t l)).
  rewrite IH. ring.
Qed.

(** The equation for b_i against that for b_(i+1). *)
Lemma left_sum_step t a m i : (S i < m)%nat ->
  left_sum t a m (S i) (a i) = left_sum t a m (S (S i)) (a (S i)) + tail t m (S i) * (a i - a (S i)).
Proof.
  intros less. rewrite (left_sum_line t a m (S i) (a i) (a (S i))). f_equal. unfold left_sum.
  rewrite tail_next by exact less. ring.
Qed.

Section Data.
  Variables (m : nat) (a b : nat -> R).
  Hypothesis two : (2 <= m)%nat.
  Hypothesis rising : forall i, (1 <= i <= m - 2)%nat -> a i < a (S i).
  Hypothesis last : b (m - 1)%nat = 0.

  Lemma rises i j : (1 <= i < j)%nat -> (j <= m - 1)%nat -> a i < a j.
  Proof.
    intros order inside. induction j as [|j IH]; [lia|]. pose proof (rising j).
    destruct (Nat.eq_dec i j) as [-> | ?]; [apply rising; lia|]. specialize (IH ltac:(lia) ltac:(lia)).
    specialize (H ltac:(lia)). lra.
  Qed.

  (** Between a_i and a_(i+1), and on both sides, the flaps beyond add up. *)
  Lemma flaps_between r t i x : (i <= m - 1)%nat -> (i = 0%nat \/ a i <= x) -> (S i = m \/ x <= a (S i)) ->
    flaps r t a m x = (if i =? m - 1 then r * (x - a (m - 1)%nat) else 0) + left_sum t a m (S i) x.
  Proof.
    intros inside low high. unfold flaps, left_sum, tail. f_equal.
    - unfold right_flap. destruct (Nat.eqb_spec i (m - 1)) as [-> | ?].
      + destruct (Rle_dec x (a (m - 1)%nat)) as [le | _]; [|reflexivity]. destruct low as [? | low]; [lia|].
        replace (x - a (m - 1)%nat) with 0 by lra. ring.
      + destruct high as [? | high]; [lia|]. destruct (Rle_dec x (a (m - 1)%nat)) as [_ | more]; [reflexivity|].
        exfalso. apply more. destruct (Nat.eq_dec (S i) (m - 1)) as [<- | ?]; [exact high|].
        pose proof (rises (S i) (m - 1)%nat ltac:(lia) (le_n _)). lra.
    - replace (m - 1)%nat with (i + (m - S i))%nat by lia. rewrite seq_app, map_app, total_app.
      replace (total (map (fun j => left_flap (t j) (a j) x) (seq 1 i))) with 0.
      + rewrite Rplus_0_l. replace (1 + i)%nat with (S i) by lia. f_equal. apply map_ext_in. intros j I.
        apply in_seq in I.
        unfold left_flap. destruct (Rle_dec x (a j)) as [_ | more]; [reflexivity|]. exfalso. apply more.
        destruct high as [? | high]; [lia|]. destruct (Nat.eq_dec (S i) j) as [<- | ?]; [exact high|].
        pose proof (rises (S i) j ltac:(lia) ltac:(lia)). lra.
      + symmetry. assert (zero : forall l, (forall j, In j l -> (1 <= j <= i)%nat) ->
          total (map (fun j => left_flap (t j) (a j) x) l) = 0); [|apply zero; intros j I; apply in_seq in I; lia].
        induction l as [|j l IH]; intros within; [reflexivity|]. cbn [map total fold_right].
        fold (total (map (fun j => left_flap (t j) (a j) x) l)). rewrite IH by (intros; apply within; now right).
        specialize (within j (or_introl eq_refl)). destruct low as [? | low]; [lia|].
        unfold left_flap. destruct (Rle_dec x (a j)) as [le | _]; [|ring].
        assert (a j <= a i) by (destruct (Nat.eq_dec j i) as [-> | ?]; [lra | left; apply rises; lia]).
        replace (x - a j) with 0 by lra. ring.
  Qed.

  Lemma solution_values left right r t : solves (fun i j => a i - a j) b m left right r t ->
    forall i, (1 <= i <= m - 1)%nat -> left_sum t a m (S i) (a i) = b i.
  Proof.
    intros (_ & _ & values) i inside. destruct (Nat.eq_dec i (m - 1)) as [-> | ?].
    - rewrite last. unfold left_sum. replace (S (m - 1)) with m by lia. apply tail_end.
    - rewrite values by lia. unfold left_sum, tail. now replace (m - 1 - i)%nat with (m - S i)%nat by lia.
  Qed.

  Lemma solution_interpolates left right r t : solves (fun i j => a i - a j) b m left right r t ->
    interpolates (flaps r t a m) a b m left right.
  Proof.
    intros solution. pose proof (solution_values _ _ _ _ solution) as values. destruct solution as (-> & -> & _).
    assert (node : forall i, (1 <= i <= m - 1)%nat -> flaps r t a m (a i) = b i).
    { intros i inside. rewrite (flaps_between r t i) by
        (lia || (right; lra) || (destruct (Nat.eq_dec (S i) m); [now left | right; left; apply rising; lia])).
      rewrite values by exact inside. destruct (Nat.eqb_spec i (m - 1)) as [-> | ?]; ring. }
    split; [exact node | split; [|split]].
    - intros i inside. exists (tail t m (S i)), (b i - tail t m (S i) * a i). intros x between.
      rewrite (flaps_between r t i) by (lia || (right; lra)).
      destruct (Nat.eqb_spec i (m - 1)); [lia|]. rewrite (left_sum_line t a m (S i) x (a i)), values by lia. ring.
    - intros x low. rewrite (flaps_between r t 0) by (lia || (left; reflexivity) || (right; exact low)).
      destruct (Nat.eqb_spec 0 (m - 1)); [lia|]. rewrite (left_sum_line t a m 1 x (a 1%nat)).
      unfold left_sum. rewrite tail_next by lia. fold (left_sum t a m 2 (a 1%nat)). rewrite values by lia.
      unfold tail. ring.
    - intros x high. rewrite (flaps_between r t (m - 1)) by (lia || (right; exact high) || (left; lia)).
      rewrite Nat.eqb_refl. unfold left_sum. replace (S (m - 1)) with m by lia. rewrite tail_end, last. ring.
  Qed.

  (** The slopes of the pieces. *)
  Definition slope (left : R) (i : nat) : R :=
    if i =? 1 then left else if i <? m then (b i - b (i - 1)%nat) / (a i - a (i - 1)%nat) else 0.

  Lemma tail_of_slopes left i : (1 <= i <= m)%nat -> tail (fun j => slope left j - slope left (S j)) m i = slope left i.
  Proof.
    intros inside.
    assert (back : forall k, (k < m)%nat ->
      tail (fun j => slope left j - slope left (S j)) m (m - k) = slope left (m - k)).
    { induction k as [|k IH]; intros small.
      - rewrite Nat.sub_0_r, tail_end. unfold slope. destruct (Nat.eqb_spec m 1); [lia|]. now rewrite Nat.ltb_irrefl.
      - rewrite tail_next by lia. replace (S (m - S k)) with (m - k)%nat by lia. rewrite IH by lia. ring. }
    specialize (back (m - i)%nat ltac:(lia)). now replace (m - (m - i))%nat with i in back by lia.
  Qed.

  Lemma slopes_solve left right : solves (fun i j => a i - a j) b m left right right
    (fun j => slope left j - slope left (S j)).
  Proof.
    set (t := fun j => slope left j - slope left (S j)). split; [reflexivity | split].
    - change (left = tail t m 1). unfold t. rewrite tail_of_slopes by lia. reflexivity.
    - assert (back : forall k, (k <= m - 2)%nat ->
        left_sum t a m (S (m - 1 - k)) (a (m - 1 - k)%nat) = b (m - 1 - k)%nat).
      { induction k as [|k IH]; intros small.
        - rewrite Nat.sub_0_r, last. unfold left_sum. replace (S (m - 1)) with m by lia. apply tail_end.
        - rewrite left_sum_step by lia. replace (S (m - 1 - S k)) with (m - 1 - k)%nat by lia. rewrite IH by lia.
          unfold t. rewrite tail_of_slopes by lia. unfold slope.
          destruct (Nat.eqb_spec (m - 1 - k) 1); [lia|]. destruct (Nat.ltb_spec (m - 1 - k) m); [|lia].
          replace (m - 1 - k - 1)%nat with (m - 1 - S k)%nat by lia.
          pose proof (rising (m - 1 - S k)%nat ltac:(lia)) as less.
          replace (S (m - 1 - S k)) with (m - 1 - k)%nat in less by lia. field. lra. }
      intros i inside. specialize (back (m - 1 - i)%nat ltac:(lia)).
      replace (m - 1 - (m - 1 - i))%nat with i in back by lia. rewrite <- back. unfold left_sum, tail.
      now replace (m - 1 - i)%nat with (m - S i)%nat by lia.
  Qed.

  Lemma tails_determined left right r t : solves (fun i j => a i - a j) b m left right r t ->
    forall i, (1 <= i <= m)%nat -> tail t m i = slope left i.
  Proof.
    intros solution i inside. pose proof (solution_values _ _ _ _ solution) as values.
    destruct solution as (_ & sum & _).
    unfold slope. destruct (Nat.eqb_spec i 1) as [-> | ?]; [symmetry; exact sum|].
    destruct (Nat.ltb_spec i m) as [less | ?]; [|replace i with m by lia; apply tail_end].
    pose proof (left_sum_step t a m (i - 1) ltac:(lia)) as step. replace (S (i - 1)) with i in step by lia.
    pose proof (values (i - 1)%nat ltac:(lia)) as first. replace (S (i - 1)) with i in first by lia.
    rewrite first, values in step by lia. pose proof (rising (i - 1)%nat ltac:(lia)) as up.
    replace (S (i - 1)) with i in up by lia. apply Rmult_eq_reg_r with (a i - a (i - 1)%nat); [|lra].
    replace ((b i - b (i - 1)%nat) / (a i - a (i - 1)%nat) * (a i - a (i - 1)%nat)) with (b i - b (i - 1)%nat)
      by (field; lra).
    lra.
  Qed.
End Data.

(** With c_ij = a_i - a_j the system has exactly one solution, and its flaps add up to the function. *)
Theorem section_2_a_flap_system_repaired : forall (m : nat) (a b : nat -> R) (left right : R), (2 <= m)%nat ->
  (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) -> b (m - 1)%nat = 0 ->
  (exists r t, solves (fun i j => a i - a j) b m left right r t) /\
  (forall r t q u,
    solves (fun i j => a i - a j) b m left right r t -> solves (fun i j => a i - a j) b m left right q u ->
    r = q /\ forall j, (1 <= j <= m - 1)%nat -> t j = u j) /\
  (forall r t, solves (fun i j => a i - a j) b m left right r t -> interpolates (flaps r t a m) a b m left right).
Proof.
  intros m a b left right two rising last. split; [|split].
  - exists right, (fun j => slope m a b left j - slope m a b left (S j)). now apply slopes_solve.
  - intros r t q u one other. split; [destruct one as [<- _]; now destruct other as [<- _]|]. intros j inside.
    pose proof (tails_determined m a b two rising last _ _ _ _ one) as tails.
    pose proof (tails_determined m a b two rising last _ _ _ _ other) as tails'.
    pose proof (tail_next t m j ltac:(lia)) as first. pose proof (tail_next u m j ltac:(lia)) as second.
    rewrite !tails in first by lia. rewrite !tails' in second by lia. lra.
  - intros r t. now apply solution_interpolates.
Qed.

(** ** Functions by their kinks *)

(** f takes the values b_i at a_1 < ... < a_(m-1) and is affine in between; its slope is left up to a_1 and right from
    a_(m-1) on, both everywhere if m = 1. *)
Definition kink_data (f : R -> R) (left right : R) (a b : nat -> R) (m : nat) : Prop :=
  (forall i, (1 <= i <= m - 1)%nat -> f (a i) = b i) /\
  (forall i, (1 <= i <= m - 2)%nat -> affine_between f (a i) (a (S i))) /\
  (forall x z, m = 1%nat \/ (x <= a 1%nat /\ z <= a 1%nat) -> f x - f z = left * (x - z)) /\
  (forall x z, m = 1%nat \/ (a (m - 1)%nat <= x /\ a (m - 1)%nat <= z) -> f x - f z = right * (x - z)).

(** The slopes between the points (a_i, b_i), with left before them and right behind them, change at every point. *)
Definition true_kinks (left right : R) (a b : nat -> R) (m : nat) : Prop :=
  exists c : nat -> R, c 1%nat = left /\ c m = right /\
    (forall i, (1 <= i <= m - 2)%nat -> b (S i) - b i = c (S i) * (a (S i) - a i)) /\
    (forall i, (1 <= i <= m - 1)%nat -> c i <> c (S i)).

(** No function with two pieces has the tuple (0, 0, (0, 0)): both slopes 0, and its point at the origin. *)
Lemma flat_tuple : ~ exists f : R -> R, has_pieces f 2 /\ kink_data f 0 0 (fun _ => 0) (fun _ => 0) 2.
Proof.
  intros (f & (_ & t & p & q & _ & change & line) & _ & _ & before & behind). apply (change 0%nat); [lia|].
  set (u := Rmin (t 1%nat) 0). set (v := Rmax (t 1%nat) 0).
  assert (u <= t 1%nat /\ u <= 0) by (split; [apply Rmin_l | apply Rmin_r]).
  assert (t 1%nat <= v /\ 0 <= v) by (split; [apply Rmax_l | apply Rmax_r]).
  specialize (before u (u - 1) ltac:(right; lra)). specialize (behind v (v + 1) ltac:(right; simpl; lra)).
  rewrite !(line 0%nat) in before by (lia || (split; [now left | right; lra])).
  rewrite !(line 1%nat) in behind by (lia || (split; [right; lra | now left])). lra.
Qed.

(** With one piece there is no point, and the slopes do not tell the height: not every such tuple is that of exactly one
    function. Nor is it for m >= 2: see [flat_tuple]. *)
Theorem section_2_a_pwl_uniqueness_printed_refuted :
  ~ ((forall (f : R -> R) (m : nat), (1 <= m)%nat -> has_pieces f m ->
       exists (left right : R) (a b : nat -> R),
         (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) /\ kink_data f left right a b m) /\
     (forall (m : nat) (left right : R) (a b : nat -> R), (1 <= m)%nat ->
       (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) ->
       exists f : R -> R, has_pieces f m /\ kink_data f left right a b m /\
         forall g, has_pieces g m -> kink_data g left right a b m -> forall x, f x = g x)).
Proof.
  intros [_ back]. destruct (back 1%nat 0 0 (fun _ => 0) (fun _ => 0) (le_n 1)) as (f & _ & _ & only); [lia|].
  assert (constant : forall c, has_pieces (fun _ => c) 1 /\ kink_data (fun _ => c) 0 0 (fun _ => 0) (fun _ => 0) 1).
  { intros c. split.
    - split; [lia|]. exists (fun _ => 0), (fun _ => 0), (fun _ => c). repeat split; try lia. intros; ring.
    - split; [lia | split; [lia | split; intros; ring]]. }
  pose proof (only (fun _ => 0) (proj1 (constant 0)) (proj2 (constant 0)) 0).
  pose proof (only (fun _ => 1) (proj1 (constant 1)) (proj2 (constant 1)) 0). lra.
Qed.

Lemma some_piece (a : nat -> R) m x : (1 <= m)%nat -> exists k, (k < m)%nat /\ in_piece a m k x.
Proof.
  intros some. assert (search : forall n, exists k, (k <= n)%nat /\ (k = 0%nat \/ a k <= x) /\ (k = n \/ x <= a (S k))).
  { induction n as [|n (k & small & low & high)]; [exists 0%nat; auto|].
    destruct (Nat.eq_dec k n) as [-> | ?].
    - destruct (Rle_lt_dec x (a (S n))) as [before | after]; [exists n; auto|].
      exists (S n). repeat split; auto. right. lra.
    - exists k. destruct high as [? | high]; [contradiction|]. auto. }
  destruct (search (m - 1)%nat) as (k & small & low & high). exists k. split; [lia | split; [exact low|]].
  destruct high as [-> | high]; [left; lia | now right].
Qed.

(** What the data say of a function on its piece k. *)
Definition on_piece (a b c : nat -> R) (k : nat) (x : R) : R :=
  match k with
  | O => b 1%nat + c 1%nat * (x - a 1%nat)
  | _ => b k + c (S k) * (x - a k)
  end.

Lemma determined f a b c m : (2 <= m)%nat -> kink_data f (c 1%nat) (c m) a b m ->
  (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) ->
  (forall i, (1 <= i <= m - 2)%nat -> b (S i) - b i = c (S i) * (a (S i) - a i)) ->
  forall k x, (k < m)%nat -> in_piece a m k x -> f x = on_piece a b c k x.
Proof.
  intros two (values & straight & before & beyond) rising slopes k x small [low high].
  destruct k as [|k]; cbn [on_piece].
  - destruct high as [? | high]; [lia|]. rewrite <- (values 1%nat) by lia.
    specialize (before x (a 1%nat) ltac:(right; split; lra)). lra.
  - destruct low as [? | low]; [lia|]. destruct (Nat.eq_dec (S (S k)) m) as [<- | ?].
    + specialize (beyond x (a (S k))). replace (S (S k) - 1)%nat with (S k) in beyond by lia.
      rewrite <- (values (S k)) by lia. specialize (beyond ltac:(right; split; lra)). lra.
    + destruct high as [? | high]; [lia|]. destruct (straight (S k) ltac:(lia)) as (p & q & line).
      pose proof (rising (S k) ltac:(lia)) as up. pose proof (slopes (S k) ltac:(lia)) as slope_.
      pose proof (line (a (S k)) ltac:(lra)) as first. pose proof (line (a (S (S k))) ltac:(lra)) as second.
      rewrite values in first, second by lia. rewrite first, second in slope_.
      assert (p = c (S (S k))) by (apply Rmult_eq_reg_r with (a (S (S k)) - a (S k)); lra).
      subst p. rewrite line, first by lra. ring.
Qed.

(** The function with a hinge at each point. *)
Definition hinged (a b c : nat -> R) (m : nat) (x : R) : R :=
  b 1%nat + c 1%nat * (x - a 1%nat) + total (map (fun i => (c (S i) - c i) * relu (x - a i)) (seq 1 (m - 1))).

Lemma hinged_on_piece a b c m : (2 <= m)%nat -> (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) ->
  (forall i, (1 <= i <= m - 2)%nat -> b (S i) - b i = c (S i) * (a (S i) - a i)) ->
  forall k x, (k < m)%nat -> in_piece a m k x -> hinged a b c m x = on_piece a b c k x.
Proof.
  intros two rising slopes k x small [low high]. unfold hinged.
  replace (m - 1)%nat with (k + (m - 1 - k))%nat by lia. rewrite seq_app, map_app, total_app.
  replace (total (map _ (seq (1 + k) (m - 1 - k)))) with 0.
  - assert (open : forall n, (n <= k)%nat -> b 1%nat + c 1%nat * (x - a 1%nat) +
      total (map (fun i => (c (S i) - c i) * relu (x - a i)) (seq 1 n)) = on_piece a b c n x).
    { induction n as [|n IH]; intros le; [simpl; ring|]. rewrite seq_S, map_app, total_app, <- Rplus_assoc, IH by lia.
      cbn [map total fold_right Nat.add]. destruct low as [? | low]; [lia|].
      assert (up : a (S n) <= x).
      { destruct (Nat.eq_dec (S n) k) as [-> | ?]; [exact low|].
        pose proof (rises m a two rising (S n) k ltac:(lia) ltac:(lia)). lra. }
      rewrite relu_nonneg by lra. destruct n as [|n]; cbn [on_piece]; [ring|].
      pose proof (slopes (S n) ltac:(lia)) as step.
      replace (b (S (S n))) with (b (S n) + (b (S (S n)) - b (S n))) by ring. rewrite step. ring. }
    rewrite <- (open k (le_n k)). ring.
  - symmetry. assert (zero : forall l, (forall i, In i l -> (S k <= i <= m - 1)%nat) ->
      total (map (fun i => (c (S i) - c i) * relu (x - a i)) l) = 0);
      [|apply zero; intros i I; apply in_seq in I; lia].
    induction l as [|i l IH]; intros within; [reflexivity|]. cbn [map total fold_right].
    fold (total (map (fun i => (c (S i) - c i) * relu (x - a i)) l)). rewrite IH by (intros; apply within; now right).
    specialize (within i (or_introl eq_refl)). destruct high as [? | high]; [lia|].
    assert (a (S k) <= a i).
    { destruct (Nat.eq_dec (S k) i) as [<- | ?]; [lra | left; apply (rises m a two rising); lia]. }
    rewrite relu_nonpos by lra. ring.
Qed.

(** For m >= 2 and slopes that change at every point, both directions hold, and the function is the only one with these
    data, whatever its pieces. *)
Theorem section_2_a_pwl_uniqueness_repaired :
  (forall (f : R -> R) (m : nat), (2 <= m)%nat -> has_pieces f m ->
    exists (left right : R) (a b : nat -> R),
      (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) /\ kink_data f left right a b m /\
      true_kinks left right a b m) /\
  (forall (m : nat) (left right : R) (a b : nat -> R), (2 <= m)%nat ->
    (forall i, (1 <= i <= m - 2)%nat -> a i < a (S i)) -> true_kinks left right a b m ->
    exists f : R -> R, has_pieces f m /\ kink_data f left right a b m /\
      forall g, kink_data g left right a b m -> forall x, f x = g x).
Proof.
  split.
  - intros f m two (_ & t & p & q & rising & change & line). exists (p 0%nat), (p (m - 1)%nat), t, (fun i => f (t i)).
    assert (up : forall i, (1 <= i <= m - 2)%nat -> t i < t (S i)) by (intros; apply rising; lia).
    split; [exact up | split].
    + split; [reflexivity | split; [|split]].
      * intros i inside. exists (p i), (q i). intros x between. apply line; [lia | split; right; lra].
      * intros x z [? | [low low']]; [lia|]. rewrite !(line 0%nat) by (lia || (split; [now left | now right])). ring.
      * intros x z [? | [high high']]; [lia|].
        rewrite !(line (m - 1)%nat) by (lia || (split; [now right | left; lia])). ring.
    + exists (fun i => p (i - 1)%nat). split; [reflexivity | split; [reflexivity | split]].
      * intros i inside. specialize (up i inside). replace (S i - 1)%nat with i by lia.
        rewrite !(line i) by (lia || (split; right; lra)). ring.
      * intros i inside. replace (S i - 1)%nat with (S (i - 1)) by lia. apply change. lia.
  - intros m left right a b two rising (c & <- & <- & slopes & change). exists (hinged a b c m).
    pose proof (hinged_on_piece a b c m two rising slopes) as pieces.
    assert (at_node : forall i, (1 <= i <= m - 1)%nat -> hinged a b c m (a i) = b i).
    { intros i inside. rewrite (pieces i) by first [lia | split; [right; lra |
        destruct (Nat.eq_dec (S i) m); [now left | right; left; apply rising; lia]]].
      destruct i as [|i]; [lia|]. cbn [on_piece]. ring. }
    assert (data : kink_data (hinged a b c m) (c 1%nat) (c m) a b m).
    { split; [exact at_node | split; [|split]].
      - intros i inside. exists (c (S i)), (b i - c (S i) * a i). intros x between.
        rewrite (pieces i) by (lia || (split; right; lra)). destruct i as [|i]; [lia|]. cbn [on_piece]. ring.
      - intros x z [? | [low low']]; [lia|]. rewrite !(pieces 0%nat) by (lia || (split; [now left | now right])).
        cbn [on_piece]. ring.
      - intros x z [? | [high high']]; [lia|].
        rewrite !(pieces (m - 1)%nat) by (lia || (split; [now right | left; lia])).
        destruct m as [|[|m]]; [lia | lia|]. replace (S (S m) - 1)%nat with (S m) by lia. cbn [on_piece]. ring. }
    split; [|split; [exact data|]].
    + split; [lia|]. exists a, (fun i => c (S i)), (fun i => on_piece a b c i 0). split; [|split].
      * intros i some less. apply rising. lia.
      * intros i less. apply change. lia.
      * intros i x less inside. rewrite (pieces i x less inside). destruct i; cbn [on_piece]; ring.
    + intros g data' x. destruct (some_piece a m x ltac:(lia)) as (k & small & inside).
      rewrite (pieces k x small inside). symmetry. now apply (determined g a b c m).
Qed.
