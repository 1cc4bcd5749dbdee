(** ReLU networks (Definition 1 of Mukherjee 2020): affine maps with max(0, .) between them. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors.
Import ListNotations.
Open Scope R_scope.

(** A gate is an affine function of its inputs; a layer is a list of gates, and so an affine map. *)
Record gate := Gate { weights : list R; bias : R }.
Definition layer := list gate.

Definition gate_value (g : gate) (x : point) : R := dot (weights g) x + bias g.
Definition affine (A : layer) (x : point) : point := map (fun g => gate_value g x) A.

Definition relu (t : R) : R := Rmax 0 t.

(** The hidden layers, from the input on, and the affine map that makes the outputs. *)
Record network := Network { hidden : list layer; output : layer }.

Fixpoint activations (layers : list layer) (x : point) : point :=
  match layers with
  | [] => x
  | A :: rest => activations rest (map relu (affine A x))
  end.

Definition evaluate (N : network) (x : point) : point := affine (output N) (activations (hidden N) x).

(** Widths, depth and size: k hidden layers make depth k + 1, and size counts the hidden gates alone. *)
Definition widths (N : network) : list nat := map (@length gate) (hidden N).
Definition depth (N : network) : nat := S (length (hidden N)).
Definition size (N : network) : nat := list_sum (widths N).

(** The product of some natural numbers, as of widths. *)
Definition list_product (ns : list nat) : nat := fold_right Nat.mul 1%nat ns.

(** Every gate reads n inputs. *)
Definition reads (n : nat) (A : layer) : Prop := Forall (fun g => length (weights g) = n) A.

(** The layers fit together, the first one reads n inputs, and none is empty. *)
Fixpoint fits (n : nat) (layers : list layer) (last : layer) : Prop :=
  match layers with
  | [] => reads n last
  | A :: rest => reads n A /\ A <> [] /\ fits (length A) rest last
  end.

(** N is a network from R^n to R^m. *)
Definition from_to (n m : nat) (N : network) : Prop := fits n (hidden N) (output N) /\ length (output N) = m.

(** N, from R^n to R^m, computes f. *)
Definition computes (N : network) (n m : nat) (f : point -> point) : Prop :=
  from_to n m N /\ forall x, length x = n -> evaluate N x = f x.

(** N, from R^n to R, computes f. *)
Definition computes_number (N : network) (n : nat) (f : point -> R) : Prop :=
  computes N n 1 (fun x => [f x]).

(** N, from R to R, computes f. *)
Definition computes_on_line (N : network) (f : R -> R) : Prop :=
  from_to 1 1 N /\ forall x, evaluate N [x] = [f x].
