(** The matrices of Andreev's function as strings: its restrictions are block restrictions whose parts are the rows, and
    a restricted linear function of the entries is one of the free bits. *)

From Coq Require Import Reals List Permutation Lia.
From Marginalia.formal Require Import vectors boolean chance andreev restrictions sums networks_facts boolean_facts.
From Marginalia.formal Require Import sums_facts andreev_facts restrictions_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Rows that leave one entry free *)

Fixpoint free_entries (row : restricted_row) : nat :=
  match row with
  | [] => 0
  | None :: row' => S (free_entries row')
  | Some _ :: row' => free_entries row'
  end.

Lemma free_entries_zero row : free_entries row = 0%nat <-> exists fixed : bits, row = map Some fixed.
Proof.
  induction row as [|[v|] row IH]; simpl.
  - split; [now exists [] | reflexivity].
  - rewrite IH. split.
    + intros [fixed ->]. now exists (v :: fixed).
    + intros [[|b fixed] E]; [discriminate|]. injection E as _ ->. now exists fixed.
  - split; [discriminate|]. intros [[|b fixed] E]; discriminate.
Qed.

Lemma free_entries_one row : free_entries row = 1%nat <-> one_free row.
Proof.
  induction row as [|[v|] row IH]; simpl.
  - split; [discriminate|]. intros ([|b u] & w & E); discriminate.
  - rewrite IH. split.
    + intros (u & w & ->). now exists (v :: u), w.
    + intros ([|b u] & w & E); [discriminate|]. injection E as _ ->. now exists u, w.
  - split.
    + intros one. injection one as none. apply free_entries_zero in none as [fixed ->]. now exists [], fixed.
    + intros ([|b u] & w & E); [|discriminate]. injection E as ->. f_equal. apply free_entries_zero. now exists w.
Qed.

Lemma times_free_entries row before after :
  times (seq (length before) (length row)) (is_free (before ++ row ++ after)) = free_entries row.
Proof.
  revert before. induction row as [|o row IH]; intros before; [reflexivity|].
  specialize (IH (before ++ [o])). rewrite app_length, <- app_assoc in IH. simpl in IH. rewrite Nat.add_1_r in IH.
  cbn [length seq]. unfold times in *. cbn [filter]. unfold is_free at 1.
  rewrite app_nth2, Nat.sub_diag by lia. cbn [app nth]. destruct o; simpl; now rewrite IH.
Qed.

(** ** Blocks *)

(** l blocks of c positions, from the position o on. *)
Fixpoint blocks (c l o : nat) : list (list nat) :=
  match l with
  | O => []
  | S l' => seq o c :: blocks c l' (o + c)
  end.

Lemma blocks_equal_parts c l : equal_parts (l * c) c (blocks c l 0).
Proof.
  assert (general : forall l o, concat (blocks c l o) = seq o (l * c) /\
    Forall (fun part => length part = c) (blocks c l o)).
  { clear. induction l as [|l IH]; intros o; [split; constructor|]. destruct (IH (o + c)%nat) as [E all].
    simpl. rewrite E, <- seq_app. split; [reflexivity|]. constructor; [apply seq_length | exact all]. }
  destruct (general l 0%nat) as [E all]. unfold equal_parts. rewrite E. split; [reflexivity | exact all].
Qed.

Lemma free_in_blocks c l before rho :
  (length rho = (l * c)%nat /\ Forall (fun part => times part (is_free (before ++ rho)) = 1%nat)
    (blocks c l (length before))) <->
  exists a, In a (lists_of l (restricted_rows c)) /\ concat a = rho.
Proof.
  revert before rho. induction l as [|l IH]; intros before rho.
  - simpl. split.
    + intros [none _]. destruct rho; [|discriminate]. exists []. auto.
    + intros (a & [<- | []] & <-). split; [reflexivity | constructor].
  - cbn [blocks Nat.mul lists_of]. split.
    + intros [long all]. inversion all as [|part parts first rest]; subst.
      assert (long_row : length (firstn c rho) = c) by (rewrite firstn_length; lia).
      rewrite <- (firstn_skipn c rho) in first. rewrite <- long_row, times_free_entries in first at 1.
      destruct (proj1 (IH (before ++ firstn c rho) (skipn c rho))) as (a & I & E).
      { rewrite app_length, long_row, <- app_assoc, firstn_skipn, skipn_length. split; [lia | exact rest]. }
      exists (firstn c rho :: a). split.
      * apply in_flat_map. exists (firstn c rho). split; [|now apply in_map].
        apply in_restricted_rows. split; [exact long_row | now apply free_entries_one].
      * simpl. rewrite E. apply firstn_skipn.
    + intros (a & I & <-). apply in_flat_map in I as (row & Ir & I). apply in_map_iff in I as (a' & <- & I).
      apply in_restricted_rows in Ir as [long_row one]. apply free_entries_one in one. cbn [concat].
      destruct (proj2 (IH (before ++ row) (concat a'))) as [long all]; [eauto|].
      rewrite app_length, long_row, <- app_assoc in all. rewrite app_length.
      split; [lia|]. constructor; [|exact all]. rewrite <- long_row, times_free_entries. exact one.
Qed.

Lemma distinct_from_flat_map {A B : Type} (f : A -> list B) l :
  (forall a, f a <> []) -> NoDup (flat_map f l) -> NoDup l.
Proof.
  intros some. induction l as [|a l IH]; intros distinct; [constructor|]. simpl in distinct. constructor.
  - intros I. destruct (f a) as [|b rest] eqn:E; [now apply (some a)|]. inversion distinct as [|? ? absent _]; subst.
    apply absent, in_or_app. right. apply in_flat_map. exists a. rewrite E. split; [exact I | now left].
  - apply IH. revert distinct. generalize (f a) as u. clear. induction u as [|b u IH]; [trivial|].
    intros distinct. inversion distinct; subst. auto.
Qed.

Lemma concat_injective {A : Type} c (a a' : list (list A)) :
  Forall (fun row => length row = c) a -> Forall (fun row => length row = c) a' -> length a = length a' ->
  concat a = concat a' -> a = a'.
Proof.
  intros sized. revert a'. induction sized as [|row a long _ IH]; intros a' sized' same E.
  - destruct a'; [reflexivity | discriminate].
  - inversion sized' as [|row' b long' rest]; subst; [discriminate|]. injection same as same. cbn [concat] in E.
    pose proof (f_equal (firstn (length row)) E) as first. pose proof (f_equal (skipn (length row)) E) as last.
    rewrite <- long' in first at 2. rewrite <- long' in last at 2.
    rewrite !firstn_app, !firstn_all, !Nat.sub_diag, !firstn_O, !app_nil_r in first.
    rewrite !skipn_app, !skipn_all, !Nat.sub_diag in last. simpl in last. f_equal; [exact first | now apply IH].
Qed.

(** The restricted matrices are the block restrictions, each row a part. *)
Lemma matrices_are_block_restrictions n :
  Permutation (map (@concat (option bool)) (lists_of (rows n) (restricted_rows (columns n))))
    (block_restrictions (rows n * columns n) (blocks (columns n) (rows n) 0)).
Proof.
  set (l := rows n). set (c := columns n).
  assert (distinct : NoDup (lists_of l (restricted_rows c))).
  { apply distinct_from_flat_map with (f := fun a => map (fun x => (x, a)) (cube (n / 2)));
      [|exact (restrictions_distinct n)].
    intros a E. apply (f_equal (@length _)) in E. rewrite map_length, length_cube in E. simpl in E.
    now apply (Nat.pow_nonzero 2 (n / 2)) in E. }
  apply NoDup_Permutation.
  - assert (sized : forall a, In a (lists_of l (restricted_rows c)) ->
      length a = l /\ Forall (fun row => length row = c) a).
    { intros a I. apply in_lists_of in I as [long all]. split; [exact long|]. revert all. apply Forall_impl.
      intros row I. now apply in_restricted_rows in I. }
    induction distinct as [|a m absent _ IH]; simpl; constructor; [|apply IH; intros; apply sized; now right].
    intros I. apply in_map_iff in I as (a' & E & I). apply absent. replace a with a'; [exact I|].
    destruct (sized a (or_introl eq_refl)) as [la sa], (sized a' (or_intror I)) as [la' sa'].
    apply (concat_injective c); [exact sa' | exact sa | exact (eq_trans la' (eq_sym la)) | exact E].
  - apply block_restrictions_distinct.
  - intros rho. rewrite in_block_restrictions, (free_in_blocks c l [] rho), in_map_iff.
    split; intros (a & H & H'); eauto.
Qed.

(** ** Filled matrices *)

Lemma length_filled c (a : list restricted_row) (y : bits) : Forall (fun row : restricted_row => length row = c) a ->
  length y = length a ->
  length (filled a y) = length a /\ Forall (fun row => length row = c) (filled a y).
Proof.
  intros sized. revert y. induction sized as [|row a long _ IH]; intros [|b y] same; try discriminate.
  - split; constructor.
  - injection same as same. destruct (IH y same) as [E all]. cbn [filled length]. rewrite E. split; [reflexivity|].
    constructor; [unfold filled_row; now rewrite map_length | exact all].
Qed.

Lemma filled_completes a (y : bits) : length y = length a -> In (concat (filled a y)) (completions (concat a)).
Proof.
  intros same. apply in_completions. revert y same. induction a as [|row a IH]; intros [|b y] same; try discriminate.
  - constructor.
  - injection same as same. cbn [filled concat]. apply Forall2_app; [|now apply IH]. unfold filled_row. clear.
    induction row as [|[v|] row IH]; simpl; constructor; auto.
Qed.

(** A linear function of the entries is, for given fixed entries, one of the free bits. *)
Lemma linear_in_free_bits c (a : list restricted_row) (w : point) :
  Forall (fun row : restricted_row => length row = c /\ one_free row) a -> length w = (length a * c)%nat ->
  exists constant coefficients, length coefficients = length a /\ forall y : bits, length y = length a ->
    dot w (zeros_ones (concat (filled a y))) = constant + dot coefficients (zeros_ones y).
Proof.
  intros free. revert w. induction free as [|row a [long (u & v & E)] _ IH]; intros w size.
  - exists 0, []. split; [reflexivity|]. intros [|b y] same; [|discriminate]. simpl in *. destruct w; simpl; ring.
  - cbn [length Nat.mul] in size. destruct (IH (skipn c w)) as (constant & coefficients & size' & linear);
      [rewrite skipn_length; lia|].
    assert (long_w : length (firstn c w) = c) by (rewrite firstn_length; lia).
    exists (dot (firstn c w) (zeros_ones (filled_row row false)) + constant),
      (nth (length u) (firstn c w) 0 :: coefficients).
    split; [simpl; congruence|]. intros [|b y] same; [discriminate|]. injection same as same.
    cbn [filled concat]. unfold zeros_ones in *. rewrite map_app, <- (firstn_skipn c w) at 1.
    rewrite dot_app by (unfold filled_row; now rewrite !map_length, long_w).
    rewrite linear by exact same. cbn [map dot].
    enough (entry : dot (firstn c w) (map zero_one (filled_row row b))
      = dot (firstn c w) (map zero_one (filled_row row false)) + nth (length u) (firstn c w) 0 * zero_one b)
      by (rewrite entry; ring).
    subst row. unfold filled_row. rewrite !map_app. cbn [map]. rewrite !map_map. clear - b.
    generalize (firstn c w) as x. change (zero_one false) with 0.
    induction u as [|t u IH]; intros [|s x]; cbn [map app dot length nth]; try rewrite IH; ring.
Qed.

(** ** Sums over all matrices *)

Lemma sum_matrices c l (F : bits -> R) :
  sum_over (cube (l * c)) F = sum_over (lists_of l (cube c)) (fun a => F (concat a)).
Proof.
  revert F. induction l as [|l IH]; intros F; [reflexivity|]. cbn [lists_of Nat.mul].
  rewrite sum_concatenated, sum_over_flat_map. apply sum_over_ext. intros u _. rewrite sum_over_map, IH. reflexivity.
Qed.
