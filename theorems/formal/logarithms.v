(** The logarithm with base 2. *)

From Coq Require Import Reals.
Open Scope R_scope.

Definition log2 (x : R) : R := ln x / ln 2.
