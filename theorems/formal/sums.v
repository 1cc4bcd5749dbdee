(** Sums of a function over a finite list. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors.
Open Scope R_scope.

Definition sum_over {A : Type} (xs : list A) (F : A -> R) : R := total (map F xs).
