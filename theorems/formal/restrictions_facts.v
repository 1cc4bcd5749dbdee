(** Facts about block restrictions: what the lists of restrictions hold, and sums over the cube whose positions are
    partitioned. *)

From Coq Require Import Reals List Permutation FinFun Lia.
From Marginalia.formal Require Import vectors boolean chance andreev restrictions boolean_facts andreev_facts sums.
From Marginalia.formal Require Import sums_facts lists_facts.
Import ListNotations.
Open Scope R_scope.

(** ** What the lists hold *)

Lemma in_all_restrictions : forall n rho, In rho (all_restrictions n) <-> length rho = n.
Proof.
  intros n rho. unfold all_restrictions, restriction in *. rewrite in_lists_of. split; [tauto|]. intros H.
  split; [exact H|].
  apply Forall_forall. intros [[|]|] _; simpl; auto.
Qed.

Lemma all_restrictions_distinct : forall n, NoDup (all_restrictions n).
Proof.
  assert (general : forall (xs : list (option bool)) n, NoDup xs -> NoDup (lists_of n xs)).
  { intros xs n H. induction n as [|n IH]; simpl; [repeat constructor; intros []|]. apply flat_map_distinct.
    - exact H.
    - intros x. apply Injective_map_NoDup; [intros u v E; now injection E | exact IH].
    - intros x y z Hx Hy. apply in_map_iff in Hx as [u [<- _]]. apply in_map_iff in Hy as [v [E _]]. now injection E. }
  intros n. apply general. repeat constructor; simpl; intuition discriminate.
Qed.

(** Every restriction that leaves one position of each part free is in the list... *)
Lemma in_block_restrictions : forall n parts rho, In rho (block_restrictions n parts) <->
  length rho = n /\ Forall (fun part => times part (is_free rho) = 1%nat) parts.
Proof.
  intros n parts rho. unfold block_restrictions. rewrite filter_In, in_all_restrictions, forallb_forall, Forall_forall.
  split; intros [H each]; split; trivial; intros part Hp; apply each in Hp; now apply Nat.eqb_eq.
Qed.

(** ... once. *)
Lemma block_restrictions_distinct : forall n parts, NoDup (block_restrictions n parts).
Proof. intros n parts. apply NoDup_filter, all_restrictions_distinct. Qed.

(** The completions have the fixed bits at their positions. *)
Lemma in_completions : forall rho x, In x (completions rho) <->
  Forall2 (fun o b => match o with Some v => b = v | None => True end) rho x.
Proof.
  induction rho as [|o rho IH]; intros x; simpl.
  - split; [intros [<- | []]; constructor | intros H; inversion H; now left].
  - split.
    + intros H.
      assert (E : exists b y, x = b :: y /\ In y (completions rho) /\ match o with Some v => b = v | None => True end).
      { destruct o as [v|].
        - apply in_map_iff in H as [y [<- H]]. eauto.
        - apply in_app_iff in H as [H | H]; apply in_map_iff in H as [y [<- H]]; eauto. }
      destruct E as [b [y [-> [Hy Hb]]]]. constructor; [exact Hb | now apply IH].
    + intros H. inversion H as [|? b ? y Hb Hy]; subst. apply IH in Hy.
      destruct o as [v|]; [subst b; now apply in_map|]. apply in_app_iff. destruct b; [right | left]; now apply in_map.
Qed.

(** For m and s there is a partition of m s positions into m parts of s positions. *)
Lemma equal_parts_exist : forall m s, exists parts, length parts = m /\ equal_parts (m * s) s parts.
Proof.
  assert (from : forall m s a, exists parts, length parts = m /\
    concat parts = seq a (m * s) /\ Forall (fun part => length part = s) parts).
  { induction m as [|m IH]; intros s a; [now exists []|]. destruct (IH s (a + s)%nat) as [parts [H [E all]]].
    exists (seq a s :: parts). simpl. rewrite H, E, seq_app. repeat split; constructor; auto. apply seq_length. }
  intros m s. destruct (from m s 0%nat) as [parts [H [E all]]]. exists parts. unfold equal_parts. rewrite E. auto.
Qed.

Lemma length_parts : forall n s parts, equal_parts n s parts -> n = (length parts * s)%nat.
Proof.
  intros n s parts [H all]. apply Permutation_length in H. rewrite seq_length in H. subst n.
  induction parts as [|part parts IH]; [reflexivity|]. inversion all; subst. simpl. rewrite app_length, IH; auto.
Qed.

(** ** Sums over the cube *)

Lemma sum_cube_S : forall n F,
  sum_over (cube (S n)) F = sum_over (cube n) (fun x => F (false :: x)) + sum_over (cube n) (fun x => F (true :: x)).
Proof. intros n F. simpl cube. rewrite sum_over_app, !sum_over_map. reflexivity. Qed.

(** All strings, each written with the bits negated. *)
Lemma sum_negated : forall n F, sum_over (cube n) (fun x => F (map negb x)) = sum_over (cube n) F.
Proof.
  induction n as [|n IH]; intros F; [reflexivity|]. rewrite !sum_cube_S. cbn [map negb].
  rewrite (IH (fun x => F (true :: x))), (IH (fun x => F (false :: x))). apply Rplus_comm.
Qed.

Lemma sum_concatenated : forall a b F,
  sum_over (cube (a + b)) F = sum_over (cube a) (fun u => sum_over (cube b) (fun v => F (u ++ v))).
Proof.
  induction a as [|a IH]; intros b F.
  - unfold sum_over, total. simpl. now rewrite Rplus_0_r.
  - simpl plus. rewrite !sum_cube_S, !IH. reflexivity.
Qed.

(** ** Partitions of the positions *)

(** The bits of x at some positions. *)
Definition bits_at (positions : list nat) (x : bits) : bits := map (fun i => nth i x false) positions.

Lemma length_bits_at : forall p x, length (bits_at p x) = length p.
Proof. intros p x. apply map_length. Qed.

Lemma bits_at_permutes : forall n p, Permutation p (seq 0 n) -> Permutation (map (bits_at p) (cube n)) (cube n).
Proof.
  intros n p H. pose proof (Permutation_length H) as E. rewrite seq_length in E. apply NoDup_Permutation_bis.
  - assert (injective : forall xs, NoDup xs -> (forall x, In x xs -> length x = n) -> NoDup (map (bits_at p) xs)).
    { induction xs as [|x xs IH]; intros distinct same; [constructor|]. inversion distinct; subst. simpl. constructor.
      - intros Hx. apply in_map_iff in Hx as [y [Exy Hy]]. replace x with y in *; [contradiction|].
        apply (nth_ext _ _ false false).
        + rewrite !same; simpl; auto.
        + intros i Hi. rewrite same in Hi by (simpl; auto).
          assert (Hp : In i p) by (apply (Permutation_in _ (Permutation_sym H)), in_seq; lia).
          unfold bits_at in Exy. now apply (proj1 map_ext_in_iff Exy i) in Hp.
      - apply IH; [assumption|]. intros y Hy. apply same. now right. }
    apply injective; [apply cube_distinct | apply in_cube].
  - now rewrite map_length.
  - intros y Hy. apply in_map_iff in Hy as [x [<- _]]. apply in_cube. now rewrite length_bits_at.
Qed.

(** Bits at different parts are independent. *)
Lemma sum_of_products : forall n parts (h : list nat -> bits -> R), Permutation (concat parts) (seq 0 n) ->
  sum_over (cube n) (fun x => product (map (fun part => h part (bits_at part x)) parts))
    = product (map (fun part => sum_over (cube (length part)) (h part)) parts).
Proof.
  intros n parts h H.
  assert (blocks : exists G : bits -> R,
    (forall x, G (bits_at (concat parts) x) = product (map (fun part => h part (bits_at part x)) parts)) /\
    sum_over (cube (length (concat parts))) G
      = product (map (fun part => sum_over (cube (length part)) (h part)) parts)).
  { clear H. induction parts as [|part parts [G [values sum]]].
    - exists (fun _ => 1). split; [reflexivity|]. unfold sum_over. simpl. ring.
    - exists (fun y => h part (firstn (length part) y) * G (skipn (length part) y)). split.
      + intros x. simpl. unfold bits_at at 1 2. rewrite map_app. fold (bits_at part x) (bits_at (concat parts) x).
        rewrite <- (length_bits_at part x) at 1 2.
        rewrite firstn_app, skipn_app, Nat.sub_diag, firstn_all, skipn_all, app_nil_r. simpl. now rewrite values.
      + simpl. rewrite app_length, sum_concatenated, <- sum.
        rewrite (Rmult_comm (sum_over _ _)), <- sum_over_scaled. apply sum_over_ext. intros u Hu. apply in_cube in Hu.
        rewrite Rmult_comm, <- sum_over_scaled. apply sum_over_ext. intros v _.
        rewrite <- Hu, firstn_app, skipn_app, Nat.sub_diag, firstn_all, skipn_all, app_nil_r. reflexivity. }
  destruct blocks as [G [values sum]]. rewrite <- sum, (Permutation_length H), seq_length.
  rewrite <- (sum_over_permutation _ _ G (bits_at_permutes n _ H)), sum_over_map. apply sum_over_ext. intros x _.
  now rewrite values.
Qed.
