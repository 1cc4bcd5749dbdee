(** Facts about ODD-MAX-BIT, and about the blocks of a string. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors boolean odd_max_bit vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** The sum that ODD-MAX-BIT compares with 1/2, over the first n bits. *)
Fixpoint weighted_bits (o : nat -> bool) (n : nat) : R :=
  match n with
  | O => 0
  | S n' => weighted_bits o n' + (-1) ^ (n + 1) * 2 ^ n * (1 + sign (o n))
  end.

Lemma weighted_bits_total o n :
  total (map (fun i => (-1) ^ (i + 1) * 2 ^ i * (1 + sign (o i))) (seq 1 n)) = weighted_bits o n.
Proof.
  induction n as [|n IH]; [reflexivity|]. rewrite seq_S, map_app, total_app, IH. cbn [weighted_bits map Nat.add]. simpl.
  ring.
Qed.

Lemma alternating n : (-1) ^ n = 1 /\ Nat.Even n \/ (-1) ^ n = -1 /\ Nat.Odd n.
Proof.
  destruct (Nat.Even_or_Odd n) as [[m ->] | [m ->]]; [left | right]; (split; [|now exists m]).
  - apply pow_1_even.
  - rewrite Nat.add_1_r. apply pow_1_odd.
Qed.

Lemma weighted_bits_bounded o n : 4 - 2 * 2 ^ (n + 1) <= weighted_bits o n <= 2 * 2 ^ (n + 1) - 4.
Proof.
  induction n as [|n IH]; cbn [weighted_bits]; [simpl; lra|].
  rewrite !Nat.add_1_r in *. simpl pow in *. assert (0 < 2 ^ n) by (apply pow_lt; lra).
  destruct (alternating n) as [[-> _] | [-> _]], (o (S n)); simpl sign; lra.
Qed.

(** A bit that is 1, with only -1 above, decides, *)
Lemma weighted_bits_top o n k : (1 <= k <= n)%nat -> o k = true -> (forall i, (k < i <= n)%nat -> o i = false) ->
  (if Rle_dec (1 / 2) (weighted_bits o n) then -1 else 1) = (-1) ^ k.
Proof.
  intros inside top above. replace (weighted_bits o n) with (weighted_bits o k).
  - destruct k as [|k]; [lia|]. cbn [weighted_bits]. rewrite top. simpl sign.
    pose proof (weighted_bits_bounded o k) as bounded.
    rewrite !Nat.add_1_r in *. simpl pow in *. assert (0 < 2 ^ k) by (apply pow_lt; lra).
    destruct (alternating k) as [[-> _] | [-> _]], (Rle_dec _ _) as [yes | no]; lra.
  - destruct inside as [_ le]. induction le as [|n le IH]; [reflexivity|]. cbn [weighted_bits].
    rewrite <- IH, above by (try intros; try apply above; lia). simpl sign. ring.
Qed.

(** and with only -1 the value is 1. *)
Lemma weighted_bits_none o n : (forall i, (1 <= i <= n)%nat -> o i = false) ->
  (if Rle_dec (1 / 2) (weighted_bits o n) then -1 else 1) = 1.
Proof.
  intros none. replace (weighted_bits o n) with 0; [destruct (Rle_dec _ _); lra|].
  induction n as [|n IH]; [reflexivity|]. cbn [weighted_bits].
  rewrite <- IH, none by (try intros; try apply none; lia). simpl sign. ring.
Qed.

Lemma odd_max_bit_of o n :
  odd_max_bit (map o (seq 1 n)) = if Rle_dec (1 / 2) (weighted_bits o n) then -1 else 1.
Proof.
  unfold odd_max_bit. rewrite map_length, seq_length, <- weighted_bits_total.
  replace (map (fun i => (-1) ^ (i + 1) * 2 ^ i * (1 + sign (nth (i - 1) (map o (seq 1 n)) false))) (seq 1 n))
    with (map (fun i => (-1) ^ (i + 1) * 2 ^ i * (1 + sign (o i))) (seq 1 n)); [reflexivity|].
  apply map_ext_in. intros i I. apply in_seq in I.
  rewrite (nth_indep _ false (o 0%nat)) by (rewrite map_length, seq_length; lia).
  rewrite map_nth, seq_nth by lia. now replace (1 + (i - 1))%nat with i by lia.
Qed.

Lemma differ_agree x y : length x = length y -> (differ x y = false <-> x = y).
Proof.
  revert y. induction x as [|b x IH]; intros [|e y] long; try discriminate; [easy|]. injection long as long.
  unfold differ in *. cbn [combine existsb fst snd]. rewrite orb_false_iff, (IH y long).
  split; [intros [same ->]; f_equal; now apply xorb_eq | intros E; injection E as -> ->; now rewrite xorb_nilpotent].
Qed.

Lemma length_block n l i x : length x = (n * l)%nat -> (1 <= i <= n)%nat -> length (block l i x) = l.
Proof. intros long inside. unfold block. rewrite firstn_length, skipn_length. nia. Qed.

Lemma block_first l x : block l 1 x = firstn l x.
Proof. reflexivity. Qed.

Lemma skipn_add (a b : nat) (x : bits) : skipn (a + b) x = skipn b (skipn a x).
Proof.
  revert x. induction a as [|a IH]; intros x; [reflexivity|]. destruct x; simpl; [now rewrite skipn_nil | apply IH].
Qed.

Lemma block_next l i x : (1 <= i)%nat -> block l (S i) x = block l i (skipn l x).
Proof.
  intros some. unfold block. rewrite <- skipn_add. do 2 f_equal. destruct i as [|i]; [lia|].
  simpl. now rewrite Nat.sub_0_r.
Qed.

(** A string is its blocks, *)
Lemma blocks_equal l n x y :
  length x = (n * l)%nat -> length y = (n * l)%nat ->
  (forall i, (1 <= i <= n)%nat -> block l i x = block l i y) -> x = y.
Proof.
  revert x y. induction n as [|n IH]; intros x y long_x long_y same.
  - destruct x, y; simpl in *; congruence.
  - rewrite <- (firstn_skipn l x), <- (firstn_skipn l y). f_equal; [apply (same 1%nat); lia|].
    apply IH; [rewrite skipn_length; simpl in long_x; lia | rewrite skipn_length; simpl in long_y; lia|].
    intros i inside. rewrite <- !block_next by lia. apply same. lia.
Qed.

(** and all blocks can be given. *)
Lemma blocks_given l n (b : nat -> bits) :
  (forall i, (1 <= i <= n)%nat -> length (b i) = l) ->
  exists y, length y = (n * l)%nat /\ forall i, (1 <= i <= n)%nat -> block l i y = b i.
Proof.
  revert b. induction n as [|n IH]; intros b long.
  - exists []. split; [reflexivity | lia].
  - destruct (IH (fun i => b (S i))) as [y [size blocks]]; [intros; apply long; lia|].
    pose proof (long 1%nat ltac:(lia)) as first.
    exists (b 1%nat ++ y). split; [rewrite app_length; simpl; lia|].
    intros i inside. destruct (Nat.eq_dec i 1) as [->|].
    + rewrite block_first, <- first, firstn_app, Nat.sub_diag, firstn_all. simpl. apply app_nil_r.
    + destruct i as [|i]; [lia|]. rewrite block_next by lia.
      rewrite <- first at 2. rewrite skipn_app, Nat.sub_diag, skipn_all. simpl. apply blocks. lia.
Qed.

(** The last block in which two strings differ. *)
Lemma last_difference l n x y :
  (forall i, (1 <= i <= n)%nat -> block l i x = block l i y) \/
  exists k, (1 <= k <= n)%nat /\ block l k x <> block l k y /\
    forall i, (k < i <= n)%nat -> block l i x = block l i y.
Proof.
  induction n as [|n IH]; [left; lia|].
  destruct (list_eq_dec bool_dec (block l (S n) x) (block l (S n) y)) as [same|apart].
  - destruct IH as [all | [k [place [apart above]]]].
    + left. intros i inside. destruct (Nat.eq_dec i (S n)) as [->|]; [exact same | apply all; lia].
    + right. exists k. split; [lia | split; [exact apart|]].
      intros i inside. destruct (Nat.eq_dec i (S n)) as [->|]; [exact same | apply above; lia].
  - right. exists (S n). split; [lia | split; [exact apart | lia]].
Qed.
