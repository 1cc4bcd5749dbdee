(** Facts about lists and finite choices that the standard library lacks. *)

From Coq Require Import List Arith Lia.
Import ListNotations.

(** One value for each of the first n numbers. *)
Lemma finite_choice {T : Type} (n : nat) (P : nat -> T -> Prop) :
  T -> (forall i, (i < n)%nat -> exists t, P i t) -> exists f, forall i, (i < n)%nat -> P i (f i).
Proof.
  intros default. induction n as [|n IH]; intros each.
  - exists (fun _ => default). intros i small. lia.
  - destruct IH as [f chosen]; [intros; apply each; lia|].
    destruct (each n ltac:(lia)) as [t last].
    exists (fun i => if i =? n then t else f i).
    intros i small. destruct (Nat.eqb_spec i n) as [->|]; [exact last | apply chosen; lia].
Qed.

Lemma app_distinct : forall {A : Type} (u v : list A),
  NoDup u -> NoDup v -> (forall x, In x u -> ~ In x v) -> NoDup (u ++ v).
Proof.
  intros A. induction u as [|x u IH]; simpl; intros v Hu Hv apart; [exact Hv|]. inversion Hu; subst. constructor.
  - rewrite in_app_iff. intros [H | H]; [contradiction | now apply (apart x); [left|]].
  - apply IH; auto.
Qed.

Lemma flat_map_distinct : forall {A B : Type} (f : A -> list B) (xs : list A), NoDup xs ->
  (forall x, NoDup (f x)) -> (forall x y z, In z (f x) -> In z (f y) -> x = y) -> NoDup (flat_map f xs).
Proof.
  intros A B f xs distinct each apart. induction distinct as [|x xs absent distinct IH]; simpl; [constructor|].
  apply app_distinct; [apply each | exact IH|]. intros z Hz H. apply in_flat_map in H as [y [Hy H]].
  apply absent. now rewrite (apart x y z).
Qed.

Lemma length_flat_map_same : forall {A B : Type} (f : A -> list B) k xs, (forall x, length (f x) = k) ->
  length (flat_map f xs) = (length xs * k)%nat.
Proof.
  intros A B f k xs H. induction xs as [|x xs IH]; [reflexivity|]. simpl. now rewrite app_length, H, IH.
Qed.

Lemma length_concat {A : Type} c (a : list (list A)) :
  Forall (fun row => length row = c) a -> length (concat a) = length a * c.
Proof. induction 1 as [|row a size _ IH]; [reflexivity|]. simpl. now rewrite app_length, size, IH. Qed.

Lemma list_sum_repeat w k : list_sum (repeat w k) = w * k.
Proof. induction k as [|k IH]; [simpl; lia|]. simpl. rewrite IH. lia. Qed.

Lemma sum_of_same {A : Type} (c : nat) (l : list A) : list_sum (map (fun _ => c) l) = (length l * c)%nat.
Proof. induction l as [|a l IH]; [reflexivity|]. simpl in *. lia. Qed.

Lemma length_filter {A : Type} (p : A -> bool) (l : list A) : length (filter p l) <= length l.
Proof. induction l as [|a l IH]; simpl; [lia|]. destruct (p a); simpl; lia. Qed.

Lemma filter_split {A : Type} (p : A -> bool) (l : list A) :
  length l = length (filter p l) + length (filter (fun a => negb (p a)) l).
Proof. induction l as [|a l IH]; simpl; [lia|]. destruct (p a); simpl; lia. Qed.

Lemma nth_listed {A : Type} (f : nat -> A) m i d : (i < m)%nat -> nth i (map f (seq 0 m)) d = f i.
Proof.
  intros I. rewrite (nth_indep _ d (f 0%nat)) by (rewrite map_length, seq_length; exact I).
  now rewrite map_nth, seq_nth.
Qed.

Lemma first_entries {A : Type} (d : A) k l : k <= length l -> map (fun i => nth i l d) (seq 0 k) = firstn k l.
Proof.
  revert l. induction k as [|k IH]; intros l H; [reflexivity|]. destruct l as [|a l]; [simpl in H; lia|].
  simpl in H. simpl seq. rewrite <- seq_shift. simpl. rewrite map_map. f_equal. apply IH. lia.
Qed.

Lemma entries {A : Type} (d : A) l : map (fun i => nth i l d) (seq 0 (length l)) = l.
Proof. rewrite first_entries by lia. apply firstn_all. Qed.

Lemma in_pairs {A B : Type} (xs : list A) (ys : list B) x y :
  In (x, y) (flat_map (fun y => map (fun x => (x, y)) xs) ys) <-> In x xs /\ In y ys.
Proof.
  rewrite in_flat_map. split.
  - intros (y' & Iy & H). apply in_map_iff in H as (x' & E & Ix). injection E as -> ->. now split.
  - intros [Ix Iy]. exists y. split; [exact Iy|]. apply in_map_iff. now exists x.
Qed.

Lemma Forall_iff {A : Type} (P Q : A -> Prop) l : (forall a, P a <-> Q a) -> Forall P l <-> Forall Q l.
Proof. intros same. split; apply Forall_impl; intros a; apply same. Qed.
