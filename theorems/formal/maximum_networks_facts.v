(** Networks for the sum of two networks, for the opposite of one, and for the maximum of many, by a tournament. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks maxima vectors_facts networks_facts maxima_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Sums *)

(** The first half of some numbers, added to the second half. *)
Definition halves_added (m : nat) : network := Network nil (linear (map (fun r => r ++ r) (identity m))).

Lemma from_to_halves_added m : from_to (m + m) m (halves_added m).
Proof.
  split; simpl.
  - apply reads_linear, Forall_map. eapply Forall_impl; [|apply identity_rows].
    simpl. intros r Hr. rewrite app_length, Hr. reflexivity.
  - rewrite length_linear, map_length. apply length_identity.
Qed.

Lemma evaluate_halves_added m x y : length x = m -> length y = m -> evaluate (halves_added m) (x ++ y) = add x y.
Proof.
  intros Hx Hy. unfold halves_added. rewrite evaluate_affine, affine_linear, map_map.
  rewrite <- (dot_identity m (add x y)) by (apply length_add; assumption).
  apply map_ext_in. intros r Hr. pose proof (proj1 (Forall_forall _ _) (identity_rows m) r Hr) as H. simpl in H.
  rewrite dot_app, dot_add_r; congruence.
Qed.

(** The sum of the networks M and N from R^n to R^m. *)
Definition sum_of (n m : nat) (M N : network) : network := compose n (halves_added m) (joined n M N).

Lemma computes_sum n m M N f g : length (hidden M) = length (hidden N) ->
  computes M n m f -> computes N n m g -> computes (sum_of n m M N) n m (fun x => add (f x) (g x)).
Proof.
  intros H HM HN. pose proof (computes_joined n m m M N f g H HM HN) as HJ. split.
  - exact (from_to_compose _ _ _ _ _ (proj1 HJ) (from_to_halves_added m)).
  - intros x Hx. unfold sum_of. rewrite (evaluate_compose n (m + m)) by exact (proj1 HJ).
    rewrite (proj2 HJ x Hx). apply evaluate_halves_added.
    + exact (length_computed _ _ _ _ x HM Hx).
    + exact (length_computed _ _ _ _ x HN Hx).
Qed.

Lemma layers_sum n m M N : length (hidden M) = length (hidden N) ->
  length (hidden (sum_of n m M N)) = length (hidden M).
Proof. intros H. unfold sum_of. rewrite layers_compose, layers_joined by exact H. reflexivity. Qed.

Lemma size_sum n m M N : length (hidden M) = length (hidden N) -> size (sum_of n m M N) = (size M + size N)%nat.
Proof. intros H. unfold sum_of. rewrite size_compose, size_joined by exact H. reflexivity. Qed.

(** ** Padding *)

(** A layer of two gates more, which hand the output on. *)
Fixpoint padded (n e : nat) (N : network) : network :=
  match e with
  | O => N
  | S e' => compose n (identity_network 1) (padded n e' N)
  end.

Lemma computes_padded n e N f : computes_number N n f -> computes_number (padded n e N) n f.
Proof.
  intros H. induction e as [|e IH]; simpl; [exact H|].
  exact (computes_compose n 1 1 _ _ _ _ IH (computes_identity 1 (le_n 1))).
Qed.

Lemma layers_padded n e N : length (hidden (padded n e N)) = (length (hidden N) + e)%nat.
Proof. induction e as [|e IH]; cbn [padded]; [lia|]. rewrite layers_compose, IH. simpl. lia. Qed.

Lemma size_padded n e N : size (padded n e N) = (size N + 2 * e)%nat.
Proof. induction e as [|e IH]; cbn [padded]; [lia|]. rewrite size_compose, size_identity, IH. lia. Qed.

(** ** The maximum of two numbers, with three gates: max (s, t) = max (0, s - t) + max (0, t) - max (0, -t) *)

Definition greater : network :=
  Network [[Gate [1; -1] 0; Gate [0; 1] 0; Gate [0; -1] 0]] [Gate [1; 1; -1] 0].

Lemma from_to_greater : from_to 2 1 greater.
Proof. apply from_to_one_layer; [discriminate| |reflexivity]. repeat constructor. Qed.

Lemma evaluate_greater s t : evaluate greater [s; t] = [Rmax s t].
Proof.
  unfold greater. rewrite evaluate_one_layer. unfold gate_value. simpl. f_equal.
  replace (0 * s + (1 * t + 0) + 0) with t by ring. replace (0 * s + (-1 * t + 0) + 0) with (- t) by ring.
  replace (1 * s + (-1 * t + 0) + 0) with (s - t) by ring. pose proof (relu_split t) as H.
  transitivity (relu (s - t) + t); [lra|]. unfold relu, Rmax. destruct (Rle_dec 0 (s - t)), (Rle_dec s t); lra.
Qed.

Definition larger (n : nat) (M N : network) : network := compose n greater (joined n M N).

Lemma computes_larger n M N f g : length (hidden M) = length (hidden N) ->
  computes_number M n f -> computes_number N n g -> computes_number (larger n M N) n (fun x => Rmax (f x) (g x)).
Proof.
  intros H HM HN. pose proof (computes_joined n 1 1 M N _ _ H HM HN) as HJ. split.
  - exact (from_to_compose _ _ _ _ _ (proj1 HJ) from_to_greater).
  - intros x Hx. unfold larger. rewrite (evaluate_compose n 2) by exact (proj1 HJ).
    rewrite (proj2 HJ x Hx). apply evaluate_greater.
Qed.

Lemma layers_larger n M N : length (hidden M) = length (hidden N) ->
  length (hidden (larger n M N)) = S (length (hidden M)).
Proof. intros H. unfold larger. rewrite layers_compose, layers_joined by exact H. reflexivity. Qed.

Lemma size_larger n M N : length (hidden M) = length (hidden N) -> size (larger n M N) = (3 + (size M + size N))%nat.
Proof. intros H. unfold larger. rewrite size_compose, size_joined by exact H. reflexivity. Qed.

(** ** The tournament *)

Lemma one_below_power L : (2 * L + 2 <= 2 * 2 ^ L)%nat.
Proof. induction L as [|L IH]; simpl in *; lia. Qed.

(** Networks of D hidden layers for f a, ..., f (a + m - 1), of which there are at most 2^L: L rounds. *)
Lemma tournament n D L : forall m a (f : nat -> point -> R) (t : nat -> nat),
  (1 <= m <= 2 ^ L)%nat ->
  (forall i, (a <= i < a + m)%nat -> exists N, computes_number N n (f i) /\ length (hidden N) = D /\ size N = t i) ->
  exists N g, computes_number N n g /\ length (hidden N) = (D + L)%nat /\
    (size N + 3 <= list_sum (map t (seq a m)) + m + 2 * 2 ^ L)%nat /\
    forall x, length x = n ->
      (forall i, (a <= i < a + m)%nat -> f i x <= g x) /\ exists i, (a <= i < a + m)%nat /\ f i x = g x.
Proof.
  induction L as [|L IH]; intros m a f t Hm HN.
  - assert (m = 1)%nat as -> by (simpl in Hm; lia).
    destruct (HN a ltac:(lia)) as (N & HN' & HD & Hs). exists N, (f a). repeat split; try apply HN'; try lia.
    + simpl. lia.
    + intros i Hi. replace i with a by lia. lra.
    + exists a. split; [lia|reflexivity].
  - destruct (Nat.eq_dec m 1) as [->|Hm1].
    + destruct (HN a ltac:(lia)) as (N & HN' & HD & Hs). exists (padded n (S L) N), (f a).
      split; [apply computes_padded, HN'|]. repeat split.
      * rewrite layers_padded, HD. reflexivity.
      * rewrite size_padded, Hs. pose proof (one_below_power (S L)). cbn [seq map list_sum fold_right] in *. lia.
      * intros i Hi. replace i with a by lia. lra.
      * exists a. split; [lia|reflexivity].
    + set (p := (m / 2)%nat). set (q := (m - p)%nat).
      assert (Hp : (2 * p <= m <= 2 * p + 1)%nat) by (unfold p; pose proof (Nat.div_mod m 2 ltac:(lia));
        pose proof (Nat.mod_upper_bound m 2 ltac:(lia)); lia).
      assert (Hq : (p + q = m)%nat) by (unfold q; lia).
      rewrite Nat.pow_succ_r' in *.
      destruct (IH p a f t) as (M & g & HM & HDM & HsM & Hg); [lia|intros i Hi; apply HN; lia|].
      destruct (IH q (a + p)%nat f t) as (N & h & HN' & HDN & HsN & Hh); [lia|intros i Hi; apply HN; lia|].
      assert (HD : length (hidden M) = length (hidden N)) by congruence.
      exists (larger n M N), (fun x => Rmax (g x) (h x)).
      split; [exact (computes_larger n M N g h HD HM HN')|]. repeat split.
      * rewrite layers_larger by exact HD. lia.
      * rewrite size_larger by exact HD. rewrite <- Hq, seq_app, map_app, list_sum_app. lia.
      * intros i Hi. destruct (Hg x H) as [Hg' _], (Hh x H) as [Hh' _].
        destruct (Nat.lt_ge_cases i (a + p)) as [Hlt|Hge].
        -- eapply Rle_trans; [apply Hg'; lia|apply Rmax_l].
        -- eapply Rle_trans; [apply Hh'; lia|apply Rmax_r].
      * destruct (Hg x H) as [_ (i & Hi & Ei)], (Hh x H) as [_ (j & Hj & Ej)]. unfold Rmax.
        destruct (Rle_dec (g x) (h x)); [exists j|exists i]; split; (lia || assumption).
Qed.

Lemma maximum_network n k A : reads n A -> (1 <= length A <= 2 ^ k)%nat ->
  exists N, computes_number N n (fun x => largest (affine A x)) /\ length (hidden N) = k.
Proof.
  intros Hr Hl. set (g := fun i => nth i A (Gate [] 0)).
  destruct (tournament n 0 k (length A) 0 (fun i => gate_value (g i)) (fun _ => 0%nat) Hl)
    as (N & h & HN & HD & _ & Hh).
  - intros i Hi. exists (Network [] [g i]). split; [|split; reflexivity]. split; [|reflexivity].
    apply (from_to_affine n [g i]). constructor; [|constructor]. apply (reads_in n A _ Hr), nth_In. lia.
  - exists N. split; [|exact HD]. split; [apply HN|]. intros x Hx. rewrite (proj2 HN x Hx). f_equal. symmetry.
    destruct (Hh x Hx) as [H1 (i & Hi & E)]. apply top_unique. split.
    + intros g' Hg'. destruct (In_nth A g' (Gate [] 0) Hg') as (j & Hj & <-). apply (H1 j). lia.
    + exists (g i). split; [|exact E]. apply nth_In. lia.
Qed.

(** ** The other sign *)

(** The output of N with the other sign. *)
Definition negated (n : nat) (N : network) : network := compose n (Network [] [Gate [-1] 0]) N.

Lemma computes_negated n N f : computes_number N n f -> computes_number (negated n N) n (fun x => - f x).
Proof.
  intros H. assert (HM : from_to 1 1 (Network [] [Gate [-1] 0])) by (split; [repeat constructor|reflexivity]).
  split; [exact (from_to_compose _ _ _ _ _ (proj1 H) HM)|].
  intros x Hx. unfold negated. rewrite (evaluate_compose n 1) by exact (proj1 H). rewrite (proj2 H x Hx).
  unfold evaluate. simpl. rewrite gate_value_on_line. f_equal. ring.
Qed.

Lemma layers_negated n N : length (hidden (negated n N)) = length (hidden N).
Proof. unfold negated. rewrite layers_compose. reflexivity. Qed.

Lemma size_negated n N : size (negated n N) = size N.
Proof. unfold negated. rewrite size_compose. reflexivity. Qed.
