(** Linear maps of R^n to itself, symmetric ones, and eigenvalues. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors smooth.
Open Scope R_scope.

Definition linear (n : nat) (A : point -> point) : Prop :=
  maps n A /\ forall c d e, length d = n -> length e = n -> A (add (scale c d) e) = add (scale c (A d)) (A e).

Definition symmetric (n : nat) (A : point -> point) : Prop :=
  forall u v, length u = n -> length v = n -> dot (A u) v = dot (A v) u.

(** lambda is an eigenvalue of A: A d = lambda d for some d other than the origin. *)
Definition is_eigenvalue (n : nat) (A : point -> point) (lambda : R) : Prop :=
  exists d, length d = n /\ d <> origin n /\ A d = scale lambda d.
