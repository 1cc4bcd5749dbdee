(** Sets of measure zero in R^n. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors.
Import ListNotations.
Open Scope R_scope.

(** x lies in the box from low to high, coordinate by coordinate. *)
Definition in_box (low high x : point) : Prop := Forall2 Rle low x /\ Forall2 Rle x high.

Fixpoint volume (low high : point) : R :=
  match low, high with
  | a :: low', c :: high' => (c - a) * volume low' high'
  | _, _ => 1
  end.

(** A has an outer measure of at most eps in R^n: countably many boxes cover it, of a total volume of at most eps. *)
Definition outer_measure_at_most (n : nat) (A : point -> Prop) (eps : R) : Prop :=
  exists low high : nat -> point,
    (forall q, length (low q) = n /\ Forall2 Rle (low q) (high q)) /\
    (forall K, total (map (fun q => volume (low q) (high q)) (seq 0 K)) <= eps) /\
    forall x, A x -> exists q, in_box (low q) (high q) x.

(** A has measure zero in R^n. *)
Definition null_set (n : nat) (A : point -> Prop) : Prop := forall eps, 0 < eps -> outer_measure_at_most n A eps.
