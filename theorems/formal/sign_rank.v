(** Circuits on {-1, 1}^m x {-1, 1}^m whose bottom weights are restricted (Definitions 11 and 12 of Mukherjee 2020), and
    the matrices of their outputs. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors networks boolean blocks.
Import ListNotations.
Open Scope R_scope.

(** The vertices of the cube {-1, 1}^m, sequenced from 0 on. *)
Definition vertex (m r : nat) : point := signs (nth r (cube m) []).

(** a lies in the cone of an order of the vertices: along it the inner products with a do not fall. *)
Definition in_cone (m : nat) (order : nat -> nat) (a : point) : Prop :=
  forall r, (S r < 2 ^ m)%nat -> dot a (vertex m (order r)) <= dot a (vertex m (order (S r))).

(** t is an integer; one of magnitude at most W. *)
Definition is_integer (t : R) : Prop := exists z : Z, t = IZR z.
Definition integer_within (W : nat) (t : R) : Prop := is_integer t /\ Rabs t <= INR W.

(** The weights of every gate of a bottom layer are integers of magnitude at most W; those on the first m inputs lie
    in the cone of the order rows, and those on the other m inputs in the cone of the order columns. *)
Definition restricted_along (m W : nat) (rows columns : nat -> nat) (bottom : layer) : Prop :=
  is_order (2 ^ m) rows /\ is_order (2 ^ m) columns /\
  Forall (fun g => Forall (integer_within W) (weights g) /\
    exists a b, weights g = a ++ b /\ length a = m /\ length b = m /\ in_cone m rows a /\ in_cone m columns b) bottom.

(** The restriction of Definition 12: there are two such orders, the same for all gates. *)
Definition restricted (m W : nat) (bottom : layer) : Prop :=
  exists rows columns, restricted_along m W rows columns bottom.

(** The outputs of a circuit of ReLU gates, an output gate above some layers, as a matrix: the input of row r and
    column s is the pair of the vertices r and s. *)
Definition outputs (m : nat) (layers : list layer) (last : gate) : matrix :=
  fun r s => relu (gate_value last (activations layers (vertex m r ++ vertex m s))).

(** The activations of layers of gates of some kind, ReLU gates for example, after one another. *)
Fixpoint activations_of (kind : R -> R) (layers : list layer) (x : point) : point :=
  match layers with
  | [] => x
  | A :: rest => activations_of kind rest (map kind (affine A x))
  end.
