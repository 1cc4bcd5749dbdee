(** Gradients, smoothness and gradient descent in R^n (Section 2.1 of Arora 2020). *)

From Coq Require Import Reals.
From Marginalia.formal Require Import vectors.
Open Scope R_scope.

(** g maps R^n to R^n. *)
Definition maps (n : nat) (g : point -> point) : Prop := forall x, length x = n -> length (g x) = n.

(** g is the gradient of f: f (x + d) = f x + <g x, d> + o(|d|) at every point x. *)
Definition is_gradient (n : nat) (f : point -> R) (g : point -> point) : Prop :=
  maps n g /\
  forall x, length x = n ->
  forall eps, 0 < eps -> exists rho, 0 < rho /\
  forall d, length d = n -> norm d < rho -> Rabs (f (add x d) - f x - dot (g x) d) <= eps * norm d.

(** H x, a linear map, is the derivative of g at every point x: g (x + d) = g x + H x d + o(|d|). *)
Definition is_derivative (n : nat) (g : point -> point) (H : point -> point -> point) : Prop :=
  (forall x, length x = n -> maps n (H x)) /\
  (forall x c d e, length x = n -> length d = n -> length e = n ->
    H x (add (scale c d) e) = add (scale c (H x d)) (H x e)) /\
  forall x, length x = n ->
  forall eps, 0 < eps -> exists rho, 0 < rho /\
  forall d, length d = n -> norm d < rho -> norm (sub (sub (g (add x d)) (g x)) (H x d)) <= eps * norm d.

(** lambda is an eigenvalue of A: A d = lambda d for some d other than the origin. *)
Definition is_eigenvalue (n : nat) (A : point -> point) (lambda : R) : Prop :=
  exists d, length d = n /\ d <> origin n /\ A d = scale lambda d.

(** f is L-smooth (Definition 2.1.2), with gradient g and Hessian H: all eigenvalues of every H x lie in [-L, L]. *)
Definition smooth (n : nat) (L : R) (f : point -> R) (g : point -> point) (H : point -> point -> point) : Prop :=
  is_gradient n f g /\ is_derivative n g H /\
  forall x lambda, length x = n -> is_eigenvalue n (H x) lambda -> - L <= lambda <= L.

(** The gradient g is Lipschitz with constant L. *)
Definition lipschitz (n : nat) (L : R) (g : point -> point) : Prop :=
  forall x y, length x = n -> length y = n -> norm (sub (g x) (g y)) <= L * norm (sub x y).

(** The quadratic upper bound (2.2) on f, with gradient g. *)
Definition bounded_by_quadratic (n : nat) (L : R) (f : point -> R) (g : point -> point) : Prop :=
  forall w x, length w = n -> length x = n ->
    f w <= f x + dot (g x) (sub w x) + L / 2 * dot (sub w x) (sub w x).

(** One step of gradient descent. *)
Definition step (eta : R) (g : point -> point) (w : point) : point := sub w (scale eta (g w)).
