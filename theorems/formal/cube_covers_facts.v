(** Sets of measure zero: coverings by cubes, given explicitly so that countably many can be joined without a choice;
    cylinders over such sets and Lipschitz images of them have measure zero. *)

From Coq Require Import Reals List Lra Lia Cantor FinFun.
From Marginalia.formal Require Import vectors null_sets vectors_facts numbers_facts.
Import ListNotations.
Open Scope R_scope.

(** Coordinate by coordinate x and c differ by at most r: x lies in the cube with centre c and side 2 r. *)
Definition close (r : R) (x c : point) : Prop := Forall2 (fun a b => Rabs (a - b) <= r) x c.

(** Cubes that cover A, with given centres c 0, c 1, ... and half sides r 0, r 1, ..., such that the numbers r^d add up
    to at most e. *)
Definition covered (d : nat) (A : point -> Prop) (e : R) : Type :=
  { c : nat -> point & { r : nat -> R |
      (forall q, length (c q) = d /\ 0 < r q) /\
      (forall K, sum (fun q => r q ^ d) K <= e) /\
      forall x, A x -> exists q, close (r q) x (c q) } }.

Definition small (d : nat) (A : point -> Prop) : Type := forall e, 0 < e -> covered d A e.

Lemma close_length r x c : close r x c -> length x = length c.
Proof. intros I. induction I; simpl; congruence. Qed.

Lemma small_subset d (A B : point -> Prop) : (forall x, A x -> B x) -> small d B -> small d A.
Proof. intros S H e He. destruct (H e He) as (c & r & P & Q & C). exists c, r. auto. Qed.

(** A set of measure zero. *)
Lemma small_null d A : small d A -> null_set d A.
Proof.
  intros H eps Heps. assert (P2 : 0 < 2 ^ d) by (apply pow_lt; lra).
  destruct (H (eps / 2 ^ d)) as (c & r & P & Q & C); [now apply Rdiv_lt_0_compat|].
  exists (fun q => map (fun a => a - r q) (c q)), (fun q => map (fun a => a + r q) (c q)).
  split; [|split].
  - intros q. destruct (P q) as [L Pos]. rewrite map_length. split; [exact L|].
    clear -Pos. induction (c q); constructor; [lra | auto].
  - intros K. specialize (Q K). rewrite <- sum_total.
    assert (E : sum (fun q => volume (map (fun a => a - r q) (c q)) (map (fun a => a + r q) (c q))) K =
                2 ^ d * sum (fun q => r q ^ d) K).
    { clear -P. induction K as [|K IH]; [simpl; ring|]. rewrite !sum_S, IH.
      destruct (P K) as [<- _]. clear.
      enough (volume (map (fun a => a - r K) (c K)) (map (fun a => a + r K) (c K)) =
              2 ^ length (c K) * r K ^ length (c K)) by lra.
      induction (c K) as [|a l IH]; simpl; [ring|]. rewrite IH. ring. }
    rewrite E. apply (Rmult_le_compat_l (2 ^ d)) in Q; [|lra].
    replace (2 ^ d * (eps / 2 ^ d)) with eps in Q by (field; lra). exact Q.
  - intros x Hx. destruct (C x Hx) as (q & I). exists q. unfold in_box.
    revert I. generalize (c q). intros cq I. clear Hx.
    induction I as [|a b l l' Hab I [IH IH']]; simpl; [split; constructor|].
    apply bounds_of_Rabs in Hab. split; constructor; auto; lra.
Qed.

(** ** Countable unions *)

Lemma total_app_cons u a v : total (u ++ a :: v) = a + total (u ++ v).
Proof. rewrite !total_app, total_cons. ring. Qed.

Lemma total_included {A : Type} (f : A -> R) (l l' : list A) :
  (forall a, 0 <= f a) -> NoDup l -> incl l l' -> total (map f l) <= total (map f l').
Proof.
  intros F. revert l'. induction l as [|a l IH]; intros l' D I.
  - now apply total_nonneg.
  - inversion_clear D as [|? ? N D']. destruct (in_split a l') as (u & v & ->); [apply I; now left|].
    rewrite map_app. simpl. rewrite total_app_cons, <- map_app.
    enough (total (map f l) <= total (map f (u ++ v))) by lra. apply IH; [exact D'|].
    intros x Hx. assert (J : In x (u ++ a :: v)) by (apply I; now right).
    apply in_app_or in J. apply in_or_app. destruct J as [J | [<- | J]]; auto. contradiction.
Qed.

Lemma total_rows {A B : Type} (f : A * B -> R) (l : list A) (l' : list B) :
  total (map f (list_prod l l')) = total (map (fun i => total (map (fun j => f (i, j)) l')) l).
Proof.
  induction l as [|a l IH]; [reflexivity|]. simpl list_prod. rewrite map_app, total_app, IH, map_map. reflexivity.
Qed.

Lemma covered_union d (A : nat -> point -> Prop) (e : nat -> R) E :
  (forall K, sum e K <= E) -> (forall q, covered d (A q) (e q)) -> covered d (fun x => exists q, A q x) E.
Proof.
  intros S H. set (c := fun p => projT1 (H (fst p)) (snd p)).
  set (r := fun p : nat * nat => proj1_sig (projT2 (H (fst p))) (snd p)).
  assert (P : forall p, length (c p) = d /\ 0 < r p).
  { intros [i j]. unfold c, r. simpl. destruct (H i) as (ci & ri & Pi & Qi & Ci). simpl. apply Pi. }
  exists (fun k => c (of_nat k)), (fun k => r (of_nat k)). split; [|split].
  - intros q. apply P.
  - intros K. apply Rle_trans with (sum e K); [|apply S].
    set (f := fun p => r p ^ d).
    assert (F : forall p, 0 <= f p) by (intros p; apply pow_le; left; apply P).
    apply Rle_trans with (total (map f (list_prod (seq 0 K) (seq 0 K)))).
    + rewrite sum_total, <- (map_map of_nat f). apply total_included; [exact F | |].
      * apply Injective_map_NoDup; [|apply seq_NoDup]. intros x y Exy.
        rewrite <- (cancel_to_of x), <- (cancel_to_of y). now f_equal.
      * intros [x y] I. apply in_map_iff in I as (k & Ek & I). apply in_seq in I.
        pose proof (to_nat_non_decreasing x y) as M. rewrite <- Ek, cancel_to_of in M.
        apply in_prod; apply in_seq; lia.
    + rewrite total_rows, <- sum_total. apply sum_le. intros i _. rewrite <- sum_total. unfold f, r. simpl.
      destruct (H i) as (ci & ri & Pi & Qi & Ci). simpl. apply Qi.
  - intros x (i & Hx). unfold c, r. destruct (H i) as (ci & ri & Pi & Qi & Ci) eqn:Ei.
    destruct (Ci x Hx) as (j & I). exists (to_nat (i, j)). rewrite cancel_of_to. simpl. rewrite Ei. exact I.
Qed.

Lemma half_powers e K : 0 < e -> sum (fun q => e * (/ 2) ^ S q) K <= e.
Proof.
  intros He. assert (E : sum (fun q => e * (/ 2) ^ S q) K = e - e * (/ 2) ^ K).
  { induction K as [|K IH]; [simpl; ring|]. rewrite sum_S, IH. simpl. lra. }
  rewrite E. pose proof (pow_lt (/ 2) K ltac:(lra)). nra.
Qed.

Lemma half_power_positive e q : 0 < e -> 0 < e * (/ 2) ^ S q.
Proof. intros He. apply Rmult_lt_0_compat; [exact He | apply pow_lt; lra]. Qed.

Lemma small_union d (A : nat -> point -> Prop) : (forall q, small d (A q)) -> small d (fun x => exists q, A q x).
Proof.
  intros H e He. apply (covered_union d A (fun q => e * (/ 2) ^ S q)).
  - intros K. now apply half_powers.
  - intros q. apply H. now apply half_power_positive.
Qed.

Lemma small_or d (A B : point -> Prop) : small d A -> small d B -> small d (fun x => A x \/ B x).
Proof.
  intros HA HB. apply (small_subset d _ (fun x => exists q, match q with O => A x | S _ => B x end)).
  - intros x [Hx | Hx]; [exists 0%nat | exists 1%nat]; exact Hx.
  - apply (small_union d (fun q x => match q with O => A x | S _ => B x end)). intros [|q]; assumption.
Qed.

(** ** Lipschitz images *)

Lemma small_image d (A : point -> Prop) (G : point -> point) L :
  0 < L -> (forall c, length c = d -> length (G c) = d) ->
  (forall r x y, length x = d -> length y = d -> 0 < r -> close r x y -> close (L * r) (G x) (G y)) ->
  small d A -> small d (fun x => exists y, A y /\ x = G y).
Proof.
  intros HL Len Lip H e He. assert (PL : 0 < L ^ d) by now apply pow_lt.
  destruct (H (e / L ^ d)) as (c & r & P & Q & C); [now apply Rdiv_lt_0_compat|].
  exists (fun q => G (c q)), (fun q => L * r q). split; [|split].
  - intros q. destruct (P q) as [Lc Pos]. split; [now apply Len | nra].
  - intros K. specialize (Q K).
    assert (E : sum (fun q => (L * r q) ^ d) K = L ^ d * sum (fun q => r q ^ d) K).
    { clear. induction K as [|K IH]; [simpl; ring|]. rewrite !sum_S, IH, Rpow_mult_distr. ring. }
    rewrite E. apply (Rmult_le_compat_l (L ^ d)) in Q; [|lra].
    replace (L ^ d * (e / L ^ d)) with e in Q by (field; lra). exact Q.
  - intros x (y & Hy & ->). destruct (C y Hy) as (q & I). exists q. destruct (P q) as [Lc Pos].
    apply Lip; auto. now rewrite (close_length _ _ _ I).
Qed.

(** ** Cylinders *)

Lemma covered_cube d c r e : (1 <= d)%nat -> length c = d -> 0 < r -> 0 < e ->
  covered d (fun x => close r x c) (r ^ d + e).
Proof.
  intros Hd Lc Hr He. set (s := Rmin 1 e). assert (Hs : 0 < s <= 1 /\ s <= e).
  { unfold s. pose proof (Rmin_l 1 e). pose proof (Rmin_r 1 e). pose proof (Rmin_pos 1 e ltac:(lra) He). lra. }
  exists (fun _ => c), (fun q => match q with O => r | S q' => s * (/ 2) ^ S q' end). split; [|split].
  - intros [|q]; split; auto. apply half_power_positive. lra.
  - intros K. set (f := fun q => match q with O => r | S q' => s * (/ 2) ^ S q' end).
    change (sum (fun q => f q ^ d) K <= r ^ d + e).
    assert (B : forall q, f (S q) ^ d <= s * (/ 2) ^ S q).
    { intros q. change (f (S q)) with (s * (/ 2) ^ S q). set (t := s * (/ 2) ^ S q).
      assert (T : 0 < t <= 1).
      { split; [apply half_power_positive; lra|]. unfold t. pose proof (pow_lt (/ 2) (S q) ltac:(lra)).
        pose proof (pow_incr (/ 2) 1 (S q) ltac:(lra)) as I. rewrite pow1 in I. nra. }
      destruct d as [|d]; [lia|]. simpl. pose proof (pow_incr t 1 d ltac:(lra)) as I. rewrite pow1 in I. nra. }
    destruct K as [|K].
    + simpl. pose proof (pow_lt r d Hr). lra.
    + assert (E : sum (fun q => f q ^ d) (S K) = r ^ d + sum (fun q => f (S q) ^ d) K).
      { now rewrite sum_shift. }
      rewrite E. pose proof (sum_le _ _ K (fun q _ => B q)). pose proof (half_powers s K ltac:(lra)). lra.
  - intros x Hx. now exists 0%nat.
Qed.

(** Finitely many intervals of length 2 r cover [-B, B]. *)
Lemma cells r B t N : 0 < r -> - B <= t < - B + 2 * r * INR N ->
  exists i, (i < N)%nat /\ Rabs (t - (- B + (2 * INR i + 1) * r)) <= r.
Proof.
  intros Hr. induction N as [|N IH]; intros Ht; [simpl in Ht; lra|]. rewrite S_INR in Ht.
  destruct (Rlt_dec t (- B + 2 * r * INR N)) as [Lt | Ge].
  - destruct IH as (i & Hi & Ci); [lra|]. exists i. auto.
  - exists N. split; [lia|]. apply Rabs_le. nra.
Qed.

Lemma covered_column d i c r B e :
  (1 <= d)%nat -> length c = d -> (i <= d)%nat -> 0 < r <= 1 -> 0 <= B -> 0 < e ->
  covered (S d) (fun x => exists y t z, length y = i /\ Rabs t <= B /\ close r (y ++ z) c /\ x = y ++ t :: z)
    ((B + 1) * r ^ d + e).
Proof.
  intros Hd Lc Hi Hr HB He. set (N := Z.to_nat (up (B / r))).
  assert (BN : INR N * r <= B + 1 /\ B < INR N * r).
  { destruct (archimed (B / r)) as [U V]. unfold N. rewrite INR_IZR_INZ, Z2Nat.id.
    - assert (D : B = B / r * r) by (field; lra). split; [|rewrite D at 1; apply Rmult_lt_compat_r; lra].
      apply Rle_trans with ((B / r + 1) * r); [apply Rmult_le_compat_r; lra|]. rewrite Rmult_plus_distr_r, <- D. lra.
    - assert (0 <= B / r) by (apply Rmult_le_pos; [exact HB | left; apply Rinv_0_lt_compat; lra]).
      apply le_IZR. simpl. lra. }
  pose proof (pow_lt r d ltac:(lra)) as Prd.
  assert (H : covered (S d) (fun x => exists j, (j < N)%nat /\
    close r x (firstn i c ++ (- B + (2 * INR j + 1) * r) :: skipn i c)) ((B + 1) * r ^ d + e)).
  { apply (covered_union (S d) (fun j x => (j < N)%nat /\
      close r x (firstn i c ++ (- B + (2 * INR j + 1) * r) :: skipn i c))
      (fun j => (if le_lt_dec N j then 0 else r ^ S d) + e * (/ 2) ^ S j)).
    - intros K.
      assert (E : sum (fun j => (if le_lt_dec N j then 0 else r ^ S d) + e * (/ 2) ^ S j) K =
                  INR (min K N) * r ^ S d + sum (fun j => e * (/ 2) ^ S j) K).
      { induction K as [|K IH]; [simpl; ring|]. rewrite !sum_S, IH.
        destruct (le_lt_dec N K).
        - rewrite !Nat.min_r by lia. ring.
        - rewrite !Nat.min_l, S_INR by lia. ring. }
      rewrite E. pose proof (half_powers e K He). assert (INR (min K N) <= INR N) by (apply le_INR; lia).
      assert (M : INR (min K N) * r <= B + 1) by nra.
      apply (Rmult_le_compat_r (r ^ d)) in M; [|lra]. change (r ^ S d) with (r * r ^ d). lra.
    - intros j. pose proof (half_power_positive e j He) as Pj.
      assert (Pd : 0 < r ^ S d) by (apply pow_lt; lra).
      set (c' := firstn i c ++ (- B + (2 * INR j + 1) * r) :: skipn i c).
      assert (Lc' : length c' = S d).
      { unfold c'. rewrite app_length. simpl. rewrite firstn_length, skipn_length. lia. }
      destruct (le_lt_dec N j) as [Le | Lt].
      + (* no set: cover a cube that is small enough *)
        set (s := Rmin 1 (e * (/ 2) ^ S j / 2)).
        assert (Hs : 0 < s <= 1 /\ s <= e * (/ 2) ^ S j / 2).
        { unfold s. pose proof (Rmin_l 1 (e * (/ 2) ^ S j / 2)). pose proof (Rmin_r 1 (e * (/ 2) ^ S j / 2)).
          pose proof (Rmin_pos 1 (e * (/ 2) ^ S j / 2) ltac:(lra) ltac:(lra)). lra. }
        destruct (covered_cube (S d) c' s (e * (/ 2) ^ S j / 2)) as (cs & rs & P & Q & _); auto; try lia; try lra.
        exists cs, rs. split; [exact P|]. split; [|intros x [F _]; lia]. intros K. specialize (Q K).
        pose proof (pow_incr s 1 d ltac:(lra)) as I. rewrite pow1 in I.
        assert (s ^ S d <= s) by (simpl; nra). lra.
      + destruct (covered_cube (S d) c' r (e * (/ 2) ^ S j)) as (cs & rs & P & Q & C); auto; try lia; try lra.
        exists cs, rs. split; [exact P|]. split; [exact Q|]. intros x [_ Hx]. now apply C. }
  destruct H as (cs & rs & P & Q & C). exists cs, rs. split; [exact P|]. split; [exact Q|].
  intros x (y & t & z & Ly & Ht & I & ->). apply C.
  apply bounds_of_Rabs in Ht. destruct (cells r B t N) as (j & Hj & Cj); [lra | nra|].
  exists j. split; [exact Hj|].
  assert (Iy := I). apply Forall2_app_inv_l in Iy as (c1 & c2 & I1 & I2 & Ec).
  assert (L1 : length c1 = i) by (rewrite <- Ly; symmetry; apply (close_length r y c1 I1)).
  rewrite Ec, firstn_app, skipn_app, L1, Nat.sub_diag, <- L1, firstn_all, skipn_all. simpl.
  rewrite app_nil_r. apply Forall2_app; [exact I1|]. constructor; [exact Cj | exact I2].
Qed.

(** One more coordinate, at place i, with any values. *)
Lemma small_cylinder d i A : (1 <= d)%nat -> (i <= d)%nat -> small d A ->
  small (S d) (fun x => exists y t z, length y = i /\ A (y ++ z) /\ x = y ++ t :: z).
Proof.
  intros Hd Hi H.
  apply (small_subset (S d) _ (fun x => exists B : nat, exists y t z,
    length y = i /\ Rabs t <= INR B /\ A (y ++ z) /\ x = y ++ t :: z)).
  { intros x (y & t & z & Ly & Hx & ->). destruct (naturals_unbounded (Rabs t)) as (B & HB).
    exists B, y, t, z. repeat split; auto. lra. }
  apply (small_union (S d) (fun B x => exists y t z,
    length y = i /\ Rabs t <= INR B /\ A (y ++ z) /\ x = y ++ t :: z)).
  intros B e He. pose proof (pos_INR B) as PB. set (e' := Rmin 1 (e / (2 * (INR B + 1)))).
  assert (He' : 0 < e' <= 1 /\ e' * (INR B + 1) <= e / 2).
  { unfold e'. assert (D : 0 < e / (2 * (INR B + 1))) by (apply Rdiv_lt_0_compat; lra).
    pose proof (Rmin_l 1 (e / (2 * (INR B + 1)))). pose proof (Rmin_r 1 (e / (2 * (INR B + 1)))).
    pose proof (Rmin_pos 1 (e / (2 * (INR B + 1))) ltac:(lra) D).
    assert (E : e / (2 * (INR B + 1)) * (INR B + 1) = e / 2) by (field; lra). split; [lra|].
    rewrite <- E. apply Rmult_le_compat_r; lra. }
  destruct (H e' (proj1 (proj1 He'))) as (c & r & P & Q & C).
  assert (R1 : forall q, 0 < r q <= 1).
  { intros q. destruct (P q) as [_ Pos]. split; [exact Pos|]. apply Rnot_lt_le. intros Gt.
    pose proof (Rlt_pow_R1 (r q) d Gt ltac:(lia)) as Big. specialize (Q (S q)). rewrite sum_S in Q.
    assert (0 <= sum (fun q => r q ^ d) q); [|lra].
    clear -P. induction q as [|q IH]; [simpl; lra|]. rewrite sum_S.
    destruct (P q) as [_ Pos]. pose proof (pow_lt (r q) d Pos). lra. }
  assert (U : covered (S d) (fun x => exists q, exists y t z,
    length y = i /\ Rabs t <= INR B /\ close (r q) (y ++ z) (c q) /\ x = y ++ t :: z) e).
  { apply (covered_union (S d) (fun q x => exists y t z,
      length y = i /\ Rabs t <= INR B /\ close (r q) (y ++ z) (c q) /\ x = y ++ t :: z)
      (fun q => (INR B + 1) * r q ^ d + e / 2 * (/ 2) ^ S q)).
    - intros K. assert (E : sum (fun q => (INR B + 1) * r q ^ d + e / 2 * (/ 2) ^ S q) K =
        (INR B + 1) * sum (fun q => r q ^ d) K + sum (fun q => e / 2 * (/ 2) ^ S q) K).
      { clear. induction K as [|K IH]; [simpl; ring|]. rewrite !sum_S, IH. ring. }
      rewrite E. pose proof (half_powers (e / 2) K ltac:(lra)). specialize (Q K). nra.
    - intros q. destruct (P q) as [Lc _]. apply covered_column; auto.
      apply half_power_positive. lra. }
  destruct U as (c' & r' & P' & Q' & C'). exists c', r'. split; [exact P'|]. split; [exact Q'|].
  intros x (y & t & z & Ly & Ht & Hx & ->). apply C'. destruct (C (y ++ z) Hx) as (q & I).
  exists q, y, t, z. auto.
Qed.

(** Several more coordinates in front. *)
Lemma small_behind d k A : (1 <= d)%nat -> small d A ->
  small (k + d) (fun x => exists v y, length v = k /\ A y /\ x = v ++ y).
Proof.
  intros Hd H. induction k as [|k IH].
  - apply (small_subset d _ A); [|exact H]. intros x ([|a v] & y & L & Hy & ->); [exact Hy | discriminate].
  - apply (small_cylinder _ 0) in IH; [|lia|lia]. eapply small_subset; [|exact IH].
    intros x ([|a v] & y & L & Hy & ->); [discriminate|]. injection L as L.
    exists [], a, (v ++ y). split; [reflexivity|]. split; [|reflexivity]. exists v, y. auto.
Qed.

(** The points with first coordinate 0. *)
Lemma small_hyperplane d : small (S d) (fun x => exists y, length y = d /\ x = 0 :: y).
Proof.
  assert (O : small 1 (fun x => x = [0])).
  { intros e He. exists (fun _ => [0]), (fun q => e * (/ 2) ^ S q). split; [|split].
    - intros q. split; [reflexivity | now apply half_power_positive].
    - intros K. apply Rle_trans with (sum (fun q => e * (/ 2) ^ S q) K); [|now apply half_powers].
      apply sum_le. intros q _. rewrite pow_1. apply Rle_refl.
    - intros x ->. exists 0%nat. constructor; [|constructor]. rewrite Rminus_0_r, Rabs_R0. left.
      now apply half_power_positive. }
  apply (small_behind 1 d) in O; [|lia]. rewrite Nat.add_1_r in O.
  apply (small_image (S d) _ (@rev R) 1) in O; [|lra| |].
  - eapply small_subset; [|exact O]. intros x (y & Ly & ->). exists (rev y ++ [0]).
    rewrite rev_app_distr, rev_involutive. split; [|reflexivity]. exists (rev y), [0].
    rewrite rev_length. auto.
  - intros c. now rewrite rev_length.
  - intros r x y _ _ _ I. rewrite Rmult_1_l.
    induction I as [|a c l l' Hac I IH]; simpl; [constructor|]. apply Forall2_app; auto.
Qed.
