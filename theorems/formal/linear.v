(** Linear maps of R^n to itself, and symmetric ones. *)

From Coq Require Import Reals.
From Marginalia.formal Require Import vectors smooth.
Open Scope R_scope.

Definition linear (n : nat) (A : point -> point) : Prop :=
  maps n A /\ forall c d e, length d = n -> length e = n -> A (add (scale c d) e) = add (scale c (A d)) (A e).

Definition symmetric (n : nat) (A : point -> point) : Prop :=
  forall u v, length u = n -> length v = n -> dot (A u) v = dot (A v) u.
