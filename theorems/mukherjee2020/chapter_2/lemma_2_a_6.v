(** Lemma 2.A.6 of Mukherjee 2020, pieces of a ReLU network on the line, with the two steps of its proof: activation at
    most doubles the pieces, and an affine combination of w functions has at most w times as many. *)

From Coq Require Import Reals List Lia.
From Marginalia.formal Require Import vectors networks piecewise piecewise_facts networks_facts.
Import ListNotations.
Open Scope R_scope.

(** If f has at most n pieces, then max (0, f) has at most 2 n. *)
Theorem lemma_2_a_6_doubling_printed : forall f n,
  has_at_most_pieces f n -> has_at_most_pieces (fun x => Rmax 0 (f x)) (2 * n).
Proof.
  intros f n (m & Hm & Hp). destruct (pieces_affine_off f m Hp) as (cs & Hl & Hcs).
  destruct (relu_affine_off f cs Hcs) as (ds & Hd & Hr).
  destruct (affine_off_pieces _ _ Hr) as (p & Hle & H). exists p. split; [|exact H].
  rewrite app_length in Hle. destruct Hp. lia.
Qed.

(** An affine combination of w >= 1 functions with at most P pieces each has at most w (P - 1) + 1. *)
Theorem lemma_2_a_6_sum_sharpened : forall (fs : list (R -> R)) (c : list R) (beta : R) (w P : nat),
  length fs = w -> length c = w -> (1 <= w)%nat -> (1 <= P)%nat ->
  (forall f, In f fs -> has_at_most_pieces f P) ->
  has_at_most_pieces (fun x => dot c (map (fun f => f x) fs) + beta) (w * (P - 1) + 1).
Proof.
  intros fs c beta w P Hw _ _ HP H.
  assert (K : exists cs, (length cs <= w * (P - 1))%nat /\ forall f, In f fs -> affine_off f cs).
  { subst w. induction fs as [|f fs IH]; [exists []; simpl; split; [lia | easy]|].
    destruct IH as (cs & Hl & Hcs); [intros; apply H; now right|].
    destruct (H f) as (m & Hm & Hp); [now left|]. destruct (pieces_affine_off f m Hp) as (ds & Hd & Hds).
    exists (ds ++ cs). rewrite app_length. simpl. split; [lia|].
    intros g [<-|Hg] u v Huv Hc; [apply Hds | apply Hcs]; try easy; intros e He; apply Hc, in_or_app; auto. }
  destruct K as (cs & Hl & Hcs).
  destruct (affine_off_pieces (fun x => dot c (map (fun f => f x) fs) + beta) cs) as (m & Hm & Hp).
  - intros u v Huv Hc. clear - Hcs Huv Hc. revert c. induction fs as [|f fs IH]; intros [|r c]; simpl.
    1-3: exists 0, beta; intros; ring.
    destruct (affine_between_combination f (fun x => dot c (map (fun f => f x) fs) + beta) r u v) as (a & b & E).
    + apply Hcs; [now left | easy | easy].
    + apply IH. intros; apply Hcs. now right.
    + exists a, b. intros x Hx. rewrite <- E by easy. ring.
  - exists m. split; [lia | easy].
Qed.

(** An affine combination of w >= 1 functions with at most P pieces each has at most w P. *)
Theorem lemma_2_a_6_sum_printed : forall (fs : list (R -> R)) (c : list R) (beta : R) (w P : nat),
  length fs = w -> length c = w -> (1 <= w)%nat -> (1 <= P)%nat ->
  (forall f, In f fs -> has_at_most_pieces f P) ->
  has_at_most_pieces (fun x => dot c (map (fun f => f x) fs) + beta) (w * P).
Proof.
  intros fs c beta w P Hf Hc Hw HP H.
  destruct (lemma_2_a_6_sum_sharpened fs c beta w P) as (m & Hm & Hp); try easy. exists m. split; [nia | easy].
Qed.

(** All affine functions of z x are affine, as functions of x, off the points cs. *)
Definition outputs_affine_off (z : R -> point) (cs : list R) : Prop :=
  forall g, affine_off (fun x => gate_value g (z x)) cs.

(** One layer of w units puts at most one kink a unit between two neighbouring kinks. *)
Lemma layer_kinks : forall (A : layer) z cs, outputs_affine_off z cs ->
  exists ds, (length ds + 1 <= (length A + 1) * (length cs + 1))%nat /\
    outputs_affine_off (fun x => map relu (affine A (z x))) ds.
Proof.
  intros A z cs Hz.
  assert (K : exists ds, (length ds <= length A * (length cs + 1))%nat /\
    forall g, In g A -> affine_off (fun x => relu (gate_value g (z x))) (cs ++ ds)).
  { induction A as [|g A (ds & Hl & Hds)]; [exists []; simpl; split; [lia | easy]|].
    destruct (relu_affine_off _ _ (Hz g)) as (es & Hl' & Hes).
    exists (es ++ ds). rewrite app_length. simpl. split; [lia|].
    intros h [<-|Hh] u v Huv Hc; [apply Hes | apply (Hds h Hh)]; try easy; intros e He; apply Hc;
      rewrite !in_app_iff in *; intuition. }
  destruct K as (ds & Hl & Hds). exists (cs ++ ds). rewrite app_length. split; [lia|].
  intros [ws c] u v Huv Hc. unfold gate_value at 1. simpl.
  clear Hl. revert ws. induction A as [|g A IH]; intros [|r ws]; simpl.
  1-3: exists 0, c; intros; ring.
  destruct (affine_between_combination (fun x => relu (gate_value g (z x)))
    (fun x => dot ws (map relu (affine A (z x))) + c) r u v) as (a & b & E).
  - apply Hds; [now left | easy | easy].
  - apply IH. intros; apply Hds. now right.
  - exists a, b. intros x Hx. rewrite <- E by easy. ring.
Qed.

Lemma layers_kinks : forall layers z cs, outputs_affine_off z cs ->
  exists ds, (length ds + 1 <= (length cs + 1) * list_product (map S (map (@length gate) layers)))%nat /\
    outputs_affine_off (fun x => activations layers (z x)) ds.
Proof.
  induction layers as [|A layers IH]; intros z cs Hz; simpl.
  - exists cs. split; [lia | easy].
  - destruct (layer_kinks A z cs Hz) as (ds & Hl & Hds). destruct (IH _ _ Hds) as (es & Hl' & Hes).
    exists es. split; [|exact Hes]. fold list_product in *. nia.
Qed.

(** A network on the line whose k >= 1 hidden layers have widths w_1, ..., w_k computes a piecewise linear function with
    at most (w_1 + 1) ... (w_k + 1) pieces. *)
Theorem lemma_2_a_6_sharpened : forall N f k,
  computes_on_line N f -> (1 <= k)%nat -> depth N = S k ->
  has_at_most_pieces f (list_product (map S (widths N))).
Proof.
  intros N f k [[_ Hout] Hf] _ _.
  destruct (layers_kinks (hidden N) (fun x => [x]) []) as (cs & Hl & Hcs).
  { intros [ws c] u v _ _. unfold gate_value. simpl. destruct ws as [|r ws].
    - exists 0, c. intros; simpl; ring.
    - exists r, c. intros; simpl. destruct ws; simpl; ring. }
  unfold evaluate in Hf. destruct (output N) as [|g [|]]; try discriminate.
  destruct (affine_off_pieces f cs) as (m & Hm & Hp).
  - intros u v Huv Hc. destruct (Hcs g u v Huv Hc) as (a & b & E). exists a, b. intros x Hx. rewrite <- E by easy.
    specialize (Hf x). simpl in Hf. congruence.
  - exists m. split; [|easy]. unfold widths. simpl in Hl. lia.
Qed.

Lemma product_doubles : forall ws, (forall w, In w ws -> (1 <= w)%nat) ->
  (list_product (map S ws) <= 2 ^ length ws * list_product ws)%nat.
Proof.
  induction ws as [|w ws IH]; intros H; [simpl; lia|].
  assert (L := IH (fun v Hv => H v (or_intror Hv))). assert (1 <= w)%nat by (apply H; now left).
  change (S w * list_product (map S ws) <= 2 * 2 ^ length ws * (w * list_product ws))%nat.
  replace (2 * 2 ^ length ws * (w * list_product ws))%nat with (2 * w * (2 ^ length ws * list_product ws))%nat by ring.
  apply Nat.mul_le_mono; lia.
Qed.

(** A network on the line whose k hidden layers have widths w_1, ..., w_k computes a piecewise linear function with at
    most 2^(k - 1) (w_1 + 1) w_2 ... w_k pieces; w lists w_2, ..., w_k. *)
Theorem lemma_2_a_6_printed : forall N f k (w1 : nat) (w : list nat),
  computes_on_line N f -> (1 <= k)%nat -> depth N = S k -> widths N = w1 :: w ->
  has_at_most_pieces f (2 ^ (k - 1) * (w1 + 1) * list_product w).
Proof.
  intros N f k w1 w Hf Hk Hd Hw.
  destruct (lemma_2_a_6_sharpened N f k Hf Hk Hd) as (m & Hm & Hp). exists m. split; [|easy].
  assert (Hpos : forall v, In v w -> (1 <= v)%nat).
  { intros v Hv. destruct Hf as [[Hfits _] _]. apply (widths_positive _ _ _ Hfits).
    unfold widths in Hw. rewrite Hw. now right. }
  assert (Hlen : length w = (k - 1)%nat).
  { unfold depth in Hd. assert (L : length (widths N) = S (length w)) by now rewrite Hw.
    unfold widths in L. rewrite map_length in L. unfold layer in *. lia. }
  pose proof (product_doubles w Hpos) as L. rewrite Hlen in L. rewrite Hw in Hm.
  apply (Nat.le_trans _ _ _ Hm). change (S w1 * list_product (map S w) <= 2 ^ (k - 1) * (w1 + 1) * list_product w)%nat.
  replace (2 ^ (k - 1) * (w1 + 1) * list_product w)%nat with (S w1 * (2 ^ (k - 1) * list_product w))%nat by ring.
  now apply Nat.mul_le_mono.
Qed.
