(** Probabilities and expectations on a finite list of outcomes, each of which has its own weight. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors.
Import ListNotations.
Open Scope R_scope.

(** q gives nonnegative weights of sum 1 to the outcomes. *)
Definition is_distribution {A : Type} (outcomes : list A) (q : A -> R) : Prop :=
  Forall (fun r => 0 <= q r) outcomes /\ total (map q outcomes) = 1.

(** The probability of an event, and the expectation of X. *)
Definition probability {A : Type} (outcomes : list A) (q : A -> R) (event : A -> bool) : R :=
  total (map (fun r => if event r then q r else 0) outcomes).
Definition mean {A : Type} (outcomes : list A) (q : A -> R) (X : A -> R) : R :=
  total (map (fun r => q r * X r) outcomes).
