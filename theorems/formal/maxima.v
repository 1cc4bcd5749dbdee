(** Maxima, and signed sums of maxima of affine functions (equation (2.1) and Proposition 2.5.2 of Mukherjee 2020). *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors networks.
Import ListNotations.
Open Scope R_scope.

(** The largest of some numbers. *)
Fixpoint largest (v : list R) : R :=
  match v with
  | [] => 0
  | [a] => a
  | a :: v' => Rmax a (largest v')
  end.

(** The sum of multiples of the maxima of some affine functions. *)
Definition signed_sum (terms : list (R * layer)) (x : point) : R :=
  total (map (fun t => fst t * largest (affine (snd t) x)) terms).

(** Signs, and maxima of at most k affine functions on R^n. *)
Definition signed_maxima (n k : nat) (terms : list (R * layer)) : Prop :=
  Forall (fun t => (fst t = 1 \/ fst t = -1) /\ reads n (snd t) /\ (1 <= length (snd t) <= k)%nat) terms.

(** The function of Proposition 2.5.2. *)
Definition peak (x y : R) : R := Rmax 0 (Rmax x y).
