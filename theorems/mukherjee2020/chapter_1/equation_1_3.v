(** Equation (1.3) of Mukherjee 2020, the weight-tied autoencoder with one weight matrix: with b_1 = epsilon, as
    printed, it adds the bias, where (1.3) subtracts it; so b_1 is -epsilon. *)

From Coq Require Import Reals List Lra.
From Marginalia.formal Require Import vectors networks vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** A matrix is the list of its rows. *)
Definition matrix := list point.

(** A has h rows and n columns. *)
Definition has_shape (h n : nat) (A : matrix) : Prop := length A = h /\ Forall (fun row => length row = n) A.

(** A x. *)
Definition times (A : matrix) (x : point) : point := map (fun row => dot row x) A.

(** The transpose of a matrix A with n columns: its row j is column j of A. *)
Definition transpose (n : nat) (A : matrix) : matrix := map (fun j => map (fun row => nth j row 0) A) (seq 0 n).

Definition relu_vector (x : point) : point := map relu x.

(** The weight-tied autoencoder with l weight matrices W 1, ..., W l and 2 l bias vectors b 1, ..., b (2 l); matrix W i
    has d (i - 1) columns and d i rows. Its layer i is encoded W b y i, up to the code a = encoded W b y l; from there
    decoded d l W b y i is the layer after i transposed matrices, the last of which, that of W 1, has no activation. *)
Fixpoint encoded (W : nat -> matrix) (b : nat -> point) (y : point) (i : nat) : point :=
  match i with
  | O => y
  | S i' => relu_vector (add (times (W i) (encoded W b y i')) (b i))
  end.

Fixpoint decoded (d : nat -> nat) (l : nat) (W : nat -> matrix) (b : nat -> point) (y : point) (i : nat) : point :=
  match i with
  | O => encoded W b y l
  | S i' =>
      relu_vector (add (times (transpose (d (l - i)%nat) (W (l - i')%nat)) (decoded d l W b y i')) (b (l + i)%nat))
  end.

Definition autoencoder (d : nat -> nat) (l : nat) (W : nat -> matrix) (b : nat -> point) (y : point) : point :=
  add (times (transpose (d 0%nat) (W 1%nat)) (decoded d l W b y (l - 1))) (b (2 * l)%nat).

(** For n = h = 1, W = 1, y = 1 and epsilon = 1 the autoencoder with b_1 = epsilon has the output max(0, 1 + 1) = 2, and
    (1.3) gives max(0, 1 - 1) = 0. *)
Theorem equation_1_3_printed_refuted :
  ~ (forall (n h : nat) (d : nat -> nat) (W : nat -> matrix) (b : nat -> point) (epsilon y : point),
      (1 <= n)%nat -> (1 <= h)%nat -> d 0%nat = n -> d 1%nat = h -> has_shape h n (W 1%nat) ->
      length y = n -> length epsilon = h -> b 1%nat = epsilon -> b 2%nat = origin n ->
      autoencoder d 1 W b y = times (transpose n (W 1%nat)) (relu_vector (sub (times (W 1%nat) y) epsilon))).
Proof.
  intros claimed. assert (shape : has_shape 1 1 [[1]]) by (split; auto).
  specialize (claimed 1%nat 1%nat (fun _ => 1%nat) (fun _ => [[1]]) (fun i => if Nat.eqb i 1 then [1] else [0]) [1] [1]
    (le_n 1) (le_n 1) eq_refl eq_refl shape eq_refl eq_refl eq_refl eq_refl).
  cbv -[Rplus Rmult Ropp Rmax IZR] in claimed. injection claimed as same.
  rewrite (Rmax_right 0 (1 * 1 + 0 + 1)), (Rmax_left 0 (1 * 1 + 0 + -1 * 1)) in same by lra. lra.
Qed.

(** With b_1 = -epsilon and b_2 = 0 the autoencoder maps y to W^T r, where r = ReLU(W y - epsilon). *)
Theorem equation_1_3_repaired :
  forall (n h : nat) (d : nat -> nat) (W : nat -> matrix) (b : nat -> point) (epsilon y : point),
    (1 <= n)%nat -> (1 <= h)%nat -> d 0%nat = n -> d 1%nat = h -> has_shape h n (W 1%nat) ->
    length y = n -> length epsilon = h -> b 1%nat = scale (-1) epsilon -> b 2%nat = origin n ->
    autoencoder d 1 W b y = times (transpose n (W 1%nat)) (relu_vector (sub (times (W 1%nat) y) epsilon)).
Proof.
  intros n h d W b epsilon y _ _ columns _ _ _ _ first second. unfold autoencoder, decoded, encoded.
  cbn [Nat.sub Nat.mul Nat.add]. rewrite first, second, columns. apply add_origin_r.
  unfold times, transpose. now rewrite !map_length, seq_length.
Qed.
