(** Patterns of a ReLU unit: whether its argument is at least 0 (Section 2.2.1 of Du 2019). *)

From Coq Require Import Reals.
From Marginalia.formal Require Import vectors.
Open Scope R_scope.

(** Some v at a distance of at most r from w has another pattern than w: x.v >= 0 and not x.w >= 0, or the reverse. *)
Definition may_flip (d : nat) (x w : point) (r : R) : Prop :=
  exists v, length v = d /\ norm (sub v w) <= r /\ ~ (0 <= dot x v <-> 0 <= dot x w).
