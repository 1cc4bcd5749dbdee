(** The normal distribution on the line. *)

From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

(** The density of N(0, sigma^2). *)
Definition normal_density (sigma x : R) : R := / (sigma * sqrt (2 * PI)) * exp (- (x * x) / (2 * (sigma * sigma))).

(** Pr[|X| <= t] for X ~ N(0, sigma^2): the integral of the density over [-t, t]. *)
Definition normal_within (sigma t : R) : R := RInt (normal_density sigma) (- t) t.
