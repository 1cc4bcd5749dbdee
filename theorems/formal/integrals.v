(** Lebesgue's upper integral and the spaces L^q(R^n), 1 <= q < infinity: closures of the step functions. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors null_sets.
Import ListNotations.
Open Scope R_scope.

(** 1 in the box from low to high, and 0 elsewhere. *)
Fixpoint box_indicator (low high x : point) : R :=
  match low, high, x with
  | a :: low', c :: high', t :: x' =>
      if Rle_dec a t then if Rle_dec t c then box_indicator low' high' x' else 0 else 0
  | _, _, _ => 1
  end.

(** A box of R^n, with a coefficient. *)
Definition weighted_box := (R * (point * point))%type.
Definition is_box (n : nat) (b : weighted_box) : Prop :=
  length (fst (snd b)) = n /\ Forall2 Rle (fst (snd b)) (snd (snd b)).

(** A step function: the sum of multiples of indicators of some boxes; and the sum of multiples of their volumes. *)
Definition step_value (boxes : list weighted_box) (x : point) : R :=
  total (map (fun b => fst b * box_indicator (fst (snd b)) (snd (snd b)) x) boxes).
Definition step_integral (boxes : list weighted_box) : R :=
  total (map (fun b => fst b * volume (fst (snd b)) (snd (snd b))) boxes).

(** The upper integral of g over R^n is at most r: g is at most a sum of countably many nonnegative multiples of
    indicators of boxes, whose integrals add up to r at most. *)
Definition upper_integral_at_most (n : nat) (g : point -> R) (r : R) : Prop :=
  exists b : nat -> weighted_box,
    (forall k, is_box n (b k) /\ 0 <= fst (b k)) /\
    (forall K, step_integral (map b (seq 0 K)) <= r) /\
    forall x t, length x = n -> t < g x -> exists K, t < step_value (map b (seq 0 K)) x.

(** t^q, for t >= 0 and real q > 0. *)
Definition power (t q : R) : R := if Req_EM_T t 0 then 0 else Rpower t q.

(** The distance of f and g in the norm of L^q(R^n) is at most eps: the integral of |f - g|^q is at most eps^q. *)
Definition close_in_L (n : nat) (q : R) (f g : point -> R) (eps : R) : Prop :=
  upper_integral_at_most n (fun x => power (Rabs (f x - g x)) q) (power eps q).

(** f is a function of L^q(R^n): a limit of step functions in its norm. *)
Definition in_L (n : nat) (q : R) (f : point -> R) : Prop :=
  forall eps, 0 < eps -> exists boxes, Forall (is_box n) boxes /\ close_in_L n q f (step_value boxes) eps.
