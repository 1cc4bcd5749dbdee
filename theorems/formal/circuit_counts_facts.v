(** How many patterns finitely many vectors have if zero counts as positive, and how many Boolean functions circuits of
    ReLU gates under a threshold gate compute on finitely many points. *)

From Coq Require Import Reals List Lia Lra Classical ClassicalDedekindReals.
From Marginalia.formal Require Import vectors networks boolean chance andreev binomials probability ltf_circuits.
From Marginalia.formal Require Import vectors_facts networks_facts boolean_facts chance_facts distributions_facts.
From Marginalia.formal Require Import andreev_facts sign_patterns_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Patterns of half-spaces *)

(** C(m, 0) + ... + C(m, n) is at most (m + 1)^n. *)
Lemma binomial_sum_below m n : (binomial_sum m (S n) <= S m ^ n)%nat.
Proof.
  revert n. induction m as [|m IH]; intros n.
  - rewrite binomial_sum_of_zero, Nat.pow_1_l. lia.
  - destruct n as [|n]; [rewrite binomial_sum_one; simpl; lia|]. rewrite binomial_sum_pascal.
    pose proof (IH (S n)) as first. pose proof (IH n) as second. rewrite Nat.pow_succ_r' in *.
    pose proof (Nat.pow_le_mono_l (S m) (S (S m)) n ltac:(lia)). nia.
Qed.

(** Which of the vectors b have <r, b> >= 0. *)
Definition above (r : point) (b : list point) : bits := map (fun v => at_most 0 (dot r v)) b.

(** A little more than r leaves the negative numbers negative and makes the others positive. *)
Lemma above_strictly r b : exists e, Forall2 (fun c v => has_sign c (dot (e :: r) (1 :: v))) (above r b) b.
Proof.
  assert (small : exists e, 0 < e /\ Forall (fun v => dot r v < 0 -> e + dot r v < 0) b).
  { induction b as [|v b (e & positive & IH)]; [exists 1; split; [lra | constructor]|].
    destruct (Rle_lt_dec 0 (dot r v)) as [high | low].
    - exists e. split; [exact positive|]. constructor; [lra | exact IH].
    - exists (Rmin e (- dot r v / 2)). split; [apply Rmin_glb_lt; lra|].
      pose proof (Rmin_l e (- dot r v / 2)). pose proof (Rmin_r e (- dot r v / 2)). constructor; [lra|].
      eapply Forall_impl; [|exact IH]. simpl. intros u below negative. specialize (below negative). lra. }
  destruct small as (e & positive & small). exists e. induction small as [|v b below _ IH]; [constructor|].
  simpl. constructor; [|exact IH]. simpl. destruct (at_most_cases 0 (dot r v)) as [[sign ->] | [sign ->]]; simpl; lra.
Qed.

(** m >= 1 vectors of R^d have at most 2 m^d such patterns. *)
Lemma halfspaces_bounded d b L : b <> [] -> Forall (fun v => length v = d) b -> NoDup L ->
  (forall s, In s L -> exists r, length r = d /\ s = above r b) -> (length L <= 2 * length b ^ d)%nat.
Proof.
  intros some fit distinct patterns. destruct b as [|v b]; [easy|]. set (b' := v :: b) in *.
  apply Nat.le_trans with (2 * binomial_sum (length b) (S d))%nat.
  - apply (patterns_bounded (length b) (S d) (map (cons 1) b')); [now rewrite map_length | | exact distinct |].
    + apply Forall_map. eapply Forall_impl; [|exact fit]. intros u size. simpl. now rewrite size.
    + apply Forall_forall. intros s I. destruct (patterns s I) as (r & size & ->).
      destruct (above_strictly r b') as (e & signs). exists (e :: r). split; [simpl; now rewrite size|].
      clear - signs. induction signs; simpl; constructor; assumption.
  - pose proof (binomial_sum_below (length b) d). unfold b'. cbn [length]. lia.
Qed.

(** A list of all of them. *)
Lemma halfspaces_listed d b : b <> [] -> Forall (fun v => length v = d) b ->
  exists K, (length K <= 2 * length b ^ d)%nat /\ forall r, length r = d -> In (above r b) K.
Proof.
  intros some fit. set (P := fun s => exists r, length r = d /\ s = above r b).
  exists (filter (fun s => if sig_not_dec (P s) then true else false) (cube (length b))). split.
  - apply halfspaces_bounded; [exact some | exact fit | apply NoDup_filter, cube_distinct|].
    intros s I. apply filter_In in I as [_ I]. destruct (sig_not_dec (P s)); [now apply NNPP | discriminate].
  - intros r size. apply filter_In. split; [apply in_cube, map_length|].
    destruct (sig_not_dec (P (above r b))) as [yes | no]; [reflexivity|]. exfalso. apply no. now exists r.
Qed.

(** Different things, each related to some k, at most c of them to the same k. *)
Lemma length_by_classes {A B : Type} (K : list B) (related : B -> A -> Prop) (c : nat) (L : list A) : NoDup L ->
  (forall a, In a L -> exists k, In k K /\ related k a) ->
  (forall k M, NoDup M -> (forall a, In a M -> related k a) -> (length M <= c)%nat) -> (length L <= length K * c)%nat.
Proof.
  intros distinct each few. revert L distinct each. induction K as [|k K IH]; intros L distinct each.
  - destruct L as [|a L]; [apply Nat.le_0_l|]. destruct (each a (or_introl eq_refl)) as (k & [] & _).
  - set (p := fun a => if sig_not_dec (related k a) then true else false).
    pose proof (filter_split p L) as parts.
    assert (here : (length (filter p L) <= c)%nat).
    { apply (few k); [now apply NoDup_filter|]. intros a I. apply filter_In in I as [_ I]. unfold p in I.
      destruct (sig_not_dec (related k a)); [now apply NNPP | discriminate]. }
    assert (rest : (length (filter (fun a => negb (p a)) L) <= length K * c)%nat).
    { apply IH; [now apply NoDup_filter|]. intros a I. apply filter_In in I as [I other].
      destruct (each a I) as (k' & [<- | I'] & R); [|now exists k']. unfold p in other.
      destruct (sig_not_dec (related k a)); [discriminate | contradiction]. }
    simpl. lia.
Qed.

(** ** Circuits *)

(** The outputs, at the points X, of a threshold gate that reads the inputs and ReLU gates. *)
Definition circuit_table (wires : gate) (sums : list R) (gates : list gate) (X : list point) : bits :=
  map (fun x => at_most 0 (gate_value wires x + dot sums (map (fun g => relu (gate_value g x)) gates))) X.

(** Affine functions as linear functions of a point with one more coordinate. *)
Definition with_one (x : point) : point := x ++ [1].
Definition with_bias (g : gate) : point := weights g ++ [bias g].

Lemma dot_with_bias n g x : length (weights g) = n -> length x = n -> dot (with_bias g) (with_one x) = gate_value g x.
Proof.
  intros size long. unfold with_bias, with_one, gate_value. rewrite dot_app by congruence. simpl. ring.
Qed.

(** Where it is known which gates are on, the sum that enters the output gate is linear in these weights. *)
Fixpoint merged_weights (wires : gate) (sums : list R) (gates : list gate) : point :=
  match sums, gates with
  | c :: sums', g :: gates' => scale c (with_bias g) ++ merged_weights wires sums' gates'
  | _, _ => with_bias wires
  end.
Fixpoint merged_point (n : nat) (patterns : list bits) (i : nat) (x : point) : point :=
  match patterns with
  | [] => with_one x
  | s :: patterns' => (if nth i s false then with_one x else origin (n + 1)) ++ merged_point n patterns' i x
  end.

Lemma length_merged_point n patterns i x : length x = n ->
  length (merged_point n patterns i x) = ((length patterns + 1) * (n + 1))%nat.
Proof.
  intros long. assert (one : length (with_one x) = (n + 1)%nat) by (unfold with_one; rewrite app_length; simpl; lia).
  induction patterns as [|s patterns IH]; [simpl; lia|]. cbn [merged_point length]. rewrite app_length, IH.
  destruct (nth i s false); rewrite ?length_origin, ?one; lia.
Qed.

Lemma length_merged_weights n wires sums gates : length (weights wires) = n -> reads n gates ->
  length sums = length gates -> length (merged_weights wires sums gates) = ((length gates + 1) * (n + 1))%nat.
Proof.
  intros size fit. revert sums. induction fit as [|g gates size' _ IH]; intros [|c sums] same; try discriminate.
  - cbn [merged_weights]. unfold with_bias. rewrite app_length, size. simpl. lia.
  - injection same as same. cbn [merged_weights length]. rewrite app_length, IH by exact same.
    unfold with_bias, scale. rewrite map_length, app_length, size'. simpl. lia.
Qed.

Lemma dot_merged n wires sums gates X i : (i < length X)%nat -> Forall (fun x => length x = n) X ->
  length (weights wires) = n -> reads n gates -> length sums = length gates ->
  dot (merged_weights wires sums gates)
      (merged_point n (map (fun g => above (with_bias g) (map with_one X)) gates) i (nth i X [])) =
    gate_value wires (nth i X []) + dot sums (map (fun g => relu (gate_value g (nth i X []))) gates).
Proof.
  intros inside points size fit. assert (long : length (nth i X []) = n).
  { rewrite Forall_forall in points. now apply points, nth_In. }
  revert sums. induction fit as [|g gates size' _ IH]; intros [|c sums] same; try discriminate.
  - simpl. rewrite (dot_with_bias n) by assumption. ring.
  - injection same as same. cbn [merged_weights map merged_point dot].
    assert (sign : nth i (above (with_bias g) (map with_one X)) false = at_most 0 (gate_value g (nth i X []))).
    { unfold above. rewrite map_map, <- (dot_with_bias n) by assumption.
      set (h := fun x => at_most 0 (dot (with_bias g) (with_one x))). change (nth i (map h X) false = h (nth i X [])).
      rewrite <- (map_nth h). apply nth_indep. now rewrite map_length. }
    rewrite sign, dot_app, IH, dot_scale_l by (try exact same; unfold scale, with_bias; rewrite map_length, app_length;
      destruct (at_most _ _); unfold with_one; rewrite ?app_length, ?length_origin; simpl; lia).
    destruct (at_most_cases 0 (gate_value g (nth i X []))) as [[high ->] | [low ->]].
    + rewrite (dot_with_bias n), relu_nonneg by assumption. ring.
    + rewrite dot_origin_r, relu_nonpos by lra. ring.
Qed.

(** On N >= 1 points of R^n, circuits of w ReLU gates compute at most (2 N^(n+1))^w 2 N^((w+1)(n+1)) functions: one
    factor is for the patterns of the gates, the other for the output where these are known. *)
Lemma circuits_bounded n w X L : X <> [] -> Forall (fun x => length x = n) X -> NoDup L ->
  (forall t, In t L -> exists wires sums gates, length (weights wires) = n /\ reads n gates /\ length gates = w /\
    length sums = length gates /\ t = circuit_table wires sums gates X) ->
  (length L <= (2 * length X ^ (n + 1)) ^ w * (2 * length X ^ ((w + 1) * (n + 1))))%nat.
Proof.
  intros some points distinct computed. set (b := map with_one X).
  assert (some' : b <> []) by (unfold b; destruct X; [easy | discriminate]).
  assert (fit : Forall (fun v => length v = (n + 1)%nat) b).
  { unfold b. apply Forall_map. eapply Forall_impl; [|exact points]. intros x long. unfold with_one.
    rewrite app_length, long. reflexivity. }
  destruct (halfspaces_listed (n + 1) b some' fit) as (K & few & all).
  unfold b in few. rewrite map_length in few. fold b in all.
  set (top := fun k => map (fun i => merged_point n k i (nth i X [])) (seq 0 (length X))).
  apply Nat.le_trans with (length (lists_of w K) * (2 * length X ^ ((w + 1) * (n + 1))))%nat.
  - apply (length_by_classes _ (fun k t => length k = w /\
      exists r, length r = ((w + 1) * (n + 1))%nat /\ t = above r (top k)) _ L distinct).
    + intros t I. destruct (computed t I) as (wires & sums & gates & size & fit' & wide & same & ->).
      exists (map (fun g => above (with_bias g) b) gates). split; [|split; [now rewrite map_length|]].
      * apply in_lists_of. split; [now rewrite map_length|]. apply Forall_map. eapply Forall_impl; [|exact fit'].
        intros g size'. apply all. unfold with_bias. rewrite app_length, size'. reflexivity.
      * exists (merged_weights wires sums gates). split; [rewrite <- wide; now apply length_merged_weights|].
        assert (whole : X = map (fun i => nth i X []) (seq 0 (length X))).
        { clear. induction X as [|x X IH]; [reflexivity|]. simpl. f_equal. now rewrite <- seq_shift, map_map. }
        unfold circuit_table, above, top. rewrite whole at 1. rewrite !map_map.
        apply map_ext_in. intros i I'. apply in_seq in I'. f_equal. symmetry. apply dot_merged; auto. lia.
    + intros k M distinct' related. destruct M as [|t M'] eqn:E; [simpl; lia|]. rewrite <- E in *.
      destruct (related t) as [wide _]; [rewrite E; now left|].
      replace (length X) with (length (top k)) by (unfold top; now rewrite map_length, seq_length).
      apply halfspaces_bounded; [| | exact distinct' | intros s I; now apply related].
      * unfold top. destruct X; [easy | discriminate].
      * unfold top. apply Forall_map, Forall_forall. intros i I. apply in_seq in I.
        rewrite length_merged_point, wide; [reflexivity|]. rewrite Forall_forall in points. apply points, nth_In. lia.
  - rewrite length_lists_of. apply Nat.mul_le_mono_r, Nat.pow_le_mono_l, few.
Qed.

(** ** Functions of n bits *)

(** To bound the number of functions with a property it is enough to bound lists of different truth tables. *)
Lemma functions_bounded n (P : (bits -> bool) -> Prop) c :
  (forall L, NoDup L -> (forall t, In t L -> length t = (2 ^ n)%nat /\ P (of_table t)) -> (length L <= c)%nat) ->
  (number (functions n) P <= c)%nat.
Proof.
  intros few. unfold number, functions. rewrite times_map.
  apply few; [apply NoDup_filter, cube_distinct|].
  intros t I. apply filter_In in I as [I yes]. apply in_cube in I. split; [exact I|].
  destruct (sig_not_dec (P (of_table t))); [now apply NNPP | discriminate].
Qed.

Lemma circuits_counted n w : (number (functions n) (computed_by_circuit n w) <=
  (2 * (2 ^ n) ^ (n + 1)) ^ w * (2 * (2 ^ n) ^ ((w + 1) * (n + 1))))%nat.
Proof.
  apply functions_bounded. intros L distinct computed. set (X := map zeros_ones (cube n)).
  assert (points : length X = (2 ^ n)%nat) by (unfold X; rewrite map_length; apply length_cube).
  rewrite <- points. apply circuits_bounded; [| | exact distinct |].
  - intros none. rewrite none in points. assert (2 ^ n <> 0)%nat by (apply Nat.pow_nonzero; lia). simpl in points. lia.
  - unfold X. apply Forall_map, Forall_forall. intros x I. unfold zeros_ones. rewrite map_length. now apply in_cube.
  - intros t I. destruct (computed t I) as (size & C & (reads_ & same & fit) & wide & values).
    exists (wires C), (sums C), (gates C). repeat split; try assumption.
    rewrite <- (of_table_values n t size). unfold circuit_table, X. rewrite map_map. apply map_ext_in.
    intros x I'. apply in_cube in I'. rewrite <- values by exact I'. reflexivity.
Qed.

(** As a power of two. *)
Lemma circuits_counted_in_bits n w :
  (number (functions n) (computed_by_circuit n w) <= 2 ^ (w + 1 + n * (n + 1) * (2 * w + 1)))%nat.
Proof.
  apply Nat.le_trans with (1 := circuits_counted n w). rewrite <- !Nat.pow_mul_r, <- !Nat.pow_succ_r', <- Nat.pow_mul_r.
  rewrite <- Nat.pow_add_r. apply Nat.pow_le_mono_r; lia.
Qed.
