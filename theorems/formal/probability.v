(** Probabilities of events in any space, and standard Gaussian vectors. *)

From Coq Require Import Reals ClassicalDedekindReals.
From Coquelicot Require Import Coquelicot.
From Marginalia.formal Require Import vectors chance gaussian.
Open Scope R_scope.

(** Some sets of outcomes are events, and these have probabilities. Every probability space of Kolmogorov is such a
    space; that countable unions are events, and that probabilities of countably many disjoint events add up, is not
    asked for. *)
Record space : Type := {
  outcome : Type;
  event : (outcome -> Prop) -> Prop;
  Pr : (outcome -> Prop) -> R;
  event_same : forall A B : outcome -> Prop, (forall o, A o <-> B o) -> event A -> event B /\ Pr B = Pr A;
  event_all : event (fun _ => True);
  event_not : forall A, event A -> event (fun o => ~ A o);
  event_and : forall A B, event A -> event B -> event (fun o => A o /\ B o);
  Pr_positive : forall A, event A -> 0 <= Pr A;
  Pr_all : Pr (fun _ => True) = 1;
  Pr_split : forall A B, event A -> event B -> Pr A = Pr (fun o => A o /\ B o) + Pr (fun o => A o /\ ~ B o);
}.

Arguments event {s}.
Arguments Pr {s}.

(** X ~ N(0, 1): Pr[a <= X <= b] is the integral of the density over [a, b]. *)
Definition standard_normal {s : space} (X : outcome s -> R) : Prop :=
  forall a b, a <= b ->
    event (fun o => a <= X o <= b) /\ Pr (fun o => a <= X o <= b) = RInt (normal_density 1) a b.

(** W ~ N(0, I) in R^d: <x, W> ~ N(0, 1) for all unit vectors x. *)
Definition standard_gaussian {s : space} (d : nat) (W : outcome s -> point) : Prop :=
  (forall o, length (W o) = d) /\
  forall x, length x = d -> norm x = 1 -> standard_normal (fun o => dot x (W o)).

(** How many elements of a list have a property. *)
Definition number {A : Type} (xs : list A) (P : A -> Prop) : nat :=
  times xs (fun a => if sig_not_dec (P a) then true else false).

(** The probability of a property, for a uniform choice among some things. *)
Definition chance_that {A : Type} (outcomes : list A) (P : A -> Prop) : R :=
  INR (number outcomes P) / INR (length outcomes).
