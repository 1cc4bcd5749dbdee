(** Problem 2.1.3: an L-smooth function lies below a quadratic around each point; L/2 |w|^2 attains the bound. *)

From Coq Require Import Reals.
From Marginalia.formal Require Import vectors vectors_facts smooth smooth_facts.
Open Scope R_scope.

(** Every L-smooth function satisfies the quadratic upper bound (2.2), at all points and in every dimension. *)
Theorem problem_2_1_3_printed : forall n L f g H, smooth n L f g H -> bounded_by_quadratic n L f g.
Proof. exact smooth_quadratic. Qed.

(** The bound (2.2) holds, and for every L >= 0 and in every dimension some L-smooth function attains it everywhere. *)
Theorem problem_2_1_3_sharpened :
  (forall n L f g H, smooth n L f g H -> bounded_by_quadratic n L f g) /\
  (forall n L, 0 <= L -> exists f g H, smooth n L f g H /\
    forall w x, length w = n -> length x = n ->
      f w = f x + dot (g x) (sub w x) + L / 2 * dot (sub w x) (sub w x)).
Proof.
  split; [exact smooth_quadratic|].
  intros n L HL. exists (half_square L), (scale L), (fun _ => scale L).
  split; [apply half_square_smooth; exact HL|].
  intros w x Hw Hx. rewrite <- (add_sub n x w) at 1 by assumption.
  apply half_square_expansion with n; lengths.
Qed.
