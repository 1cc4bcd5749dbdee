(** Claim 2 of Mukherjee 2020: the truth table of a restriction of Andreev's function is not the string x that it
    fixes, but this string with its places permuted; so a random restriction is a random function all the same. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import boolean chance andreev boolean_facts chance_facts andreev_facts.
Import ListNotations.
Open Scope R_scope.

(** The first sentence says that the value at y is the bit of x whose number y represents; n >= 4, so that the matrix
    has rows. False: the fixed entries of a row count in its parity. *)
Theorem claim_2_printed_refuted : ~ (forall (n : nat) (x : bits) (a : list restricted_row) (y : bits),
  (4 <= n)%nat -> is_restriction n x a -> length y = rows n -> restricted_andreev x a y = of_table x y).
Proof.
  intros H. specialize (H 4%nat [false; true] [[None; Some true]] [false] (le_n 4)). compute in H.
  assert (true = false); [|discriminate]. apply H; [|reflexivity]. repeat constructor. now exists [], [true].
Qed.

Definition same_bits (u v : bits) : bool := if list_eq_dec bool_dec u v then true else false.

Lemma same_bits_cons : forall b c u v, same_bits (b :: u) (c :: v) = eqb b c && same_bits u v.
Proof.
  intros b c u v. unfold same_bits.
  destruct (list_eq_dec bool_dec (b :: u) (c :: v)) as [E | E], (list_eq_dec bool_dec u v) as [E' | E'], b, c;
    simpl; congruence.
Qed.

(** Of the strings of k + r bits, 2^r begin with a given string of k bits. *)
Lemma times_prefix : forall t r,
  times (cube (length t + r)) (fun x => same_bits (firstn (length t) x) t) = (2 ^ r)%nat.
Proof.
  induction t as [|b t IH]; intros r; simpl length; simpl plus.
  - rewrite times_all by reflexivity. apply length_cube.
  - simpl cube. rewrite times_app, !times_map, <- (IH r). simpl firstn.
    rewrite (times_ext _ _ (fun x => eqb false b && same_bits (firstn (length t) x) t))
      by (intros; apply same_bits_cons).
    rewrite (times_ext _ (fun x => same_bits (true :: _) _) (fun x => eqb true b && same_bits (firstn (length t) x) t))
      by (intros; apply same_bits_cons).
    destruct b; simpl; [rewrite times_none by reflexivity; reflexivity|].
    rewrite (times_none _ (fun _ => false)), Nat.add_0_r by reflexivity. reflexivity.
Qed.

(** The restriction is the function g if and only if x begins with a certain string. *)
Lemma restriction_is : forall l x a g, length a = l -> Forall one_free a -> (2 ^ l <= length x)%nat ->
  forallb (fun y => eqb (restricted_andreev x a y) (g y)) (cube l)
    = same_bits (firstn (2 ^ l) x) (map (fun z => g (flipped a z)) (cube l)).
Proof.
  intros l x a g Ha free Hx. rewrite <- (of_table_prefix l x Hx). unfold same_bits.
  apply eq_true_iff_eq. rewrite forallb_forall. destruct (list_eq_dec _ _ _) as [E | E].
  - split; [reflexivity|]. intros _ y Hy. rewrite map_ext_in_iff in E. apply in_cube in Hy.
    rewrite restricted_value, E by (trivial; apply in_cube; rewrite length_flipped; lia).
    rewrite flipped_twice by lia. apply eqb_reflx.
  - split; [|discriminate]. intros H. exfalso. apply E. apply map_ext_in. intros z Hz. apply in_cube in Hz.
    assert (Hf : In (flipped a z) (cube l)) by (apply in_cube; rewrite length_flipped; lia).
    apply H, eqb_prop in Hf. rewrite restricted_value, flipped_twice in Hf by (trivial; lia). exact Hf.
Qed.

Lemma times_restrictions : forall n a g, (4 <= n)%nat -> length a = rows n -> Forall one_free a ->
  times (cube (n / 2)) (fun x => forallb (fun y => eqb (restricted_andreev x a y) (g y)) (cube (rows n)))
    = (2 ^ (n / 2 - 2 ^ rows n))%nat.
Proof.
  intros n a g Hn Ha free. pose proof (table_fits n Hn) as fits.
  rewrite (times_ext _ _ (fun x => same_bits (firstn (2 ^ rows n) x) (map (fun z => g (flipped a z)) (cube (rows n))))).
  - pose proof (times_prefix (map (fun z => g (flipped a z)) (cube (rows n))) (n / 2 - 2 ^ rows n)) as H.
    rewrite map_length, length_cube in H. replace (2 ^ rows n + (n / 2 - 2 ^ rows n))%nat with (n / 2)%nat in H by lia.
    exact H.
  - intros x Hx. apply in_cube in Hx. apply restriction_is; auto. lia.
Qed.

Lemma times_flat_map : forall {A B : Type} (f : A -> list B) xs e k,
  (forall x, In x xs -> times (f x) e = k) -> times (flat_map f xs) e = (length xs * k)%nat.
Proof.
  intros A B f xs e k H. induction xs as [|x xs IH]; [reflexivity|]. simpl flat_map.
  rewrite times_app, IH, H; [reflexivity | now left | intros; apply H; now right].
Qed.

Lemma share : forall k m : nat, (k <= m)%nat -> INR (2 ^ (m - k)) / 2 ^ m = 1 / 2 ^ k.
Proof.
  intros k m H. replace m with (k + (m - k))%nat at 2 by lia. rewrite INR_pow2, pow_add. field.
  split; apply pow_nonzero; lra.
Qed.

(** The value at y is the bit of x whose number the flipped y represents. For every restricted matrix and uniform x,
    hence for a uniform restriction too, every function g of the L free bits has the same probability. *)
Theorem claim_2_repaired :
  (forall (n : nat) (x : bits) (a : list restricted_row) (y : bits),
    (4 <= n)%nat -> is_restriction n x a -> length y = rows n ->
    restricted_andreev x a y = of_table x (flipped a y)) /\
  (forall (n : nat) (a : list restricted_row) (g : bits -> bool),
    (4 <= n)%nat -> length a = rows n -> Forall (fun row => length row = columns n /\ one_free row) a ->
    chance (cube (n / 2)) (fun x => forallb (fun y => eqb (restricted_andreev x a y) (g y)) (cube (rows n)))
      = 1 / 2 ^ (2 ^ rows n)) /\
  (forall (n : nat) (g : bits -> bool), (4 <= n)%nat ->
    chance (restrictions n)
      (fun rho => forallb (fun y => eqb (restricted_andreev (fst rho) (snd rho) y) (g y)) (cube (rows n)))
      = 1 / 2 ^ (2 ^ rows n)).
Proof.
  assert (free_rows : forall c a, Forall (fun row => length row = c /\ one_free row) a -> Forall one_free a).
  { intros c a. apply Forall_impl. tauto. }
  split; [|split].
  - intros n x a y _ [_ [_ Ha]] _. apply restricted_value. eauto.
  - intros n a g Hn Ha free. rewrite chance_cube, times_restrictions by eauto. now apply share, table_fits.
  - intros n g Hn. unfold chance. rewrite length_restrictions. unfold restrictions.
    rewrite (times_flat_map _ _ _ (2 ^ (n / 2 - 2 ^ rows n))).
    + rewrite !mult_INR, (INR_pow2 (n / 2)), <- (share (2 ^ rows n) (n / 2)) by now apply table_fits. field.
      split; [apply pow_nonzero; lra|]. apply not_0_INR. pose proof (restricted_matrices n Hn). lia.
    + intros a Ha. apply in_lists_of in Ha as [Hl Ha]. rewrite times_map.
      apply (times_restrictions n a g); [assumption..|].
      revert Ha. apply Forall_impl. intros row Hrow. now apply in_restricted_rows in Hrow.
Qed.
