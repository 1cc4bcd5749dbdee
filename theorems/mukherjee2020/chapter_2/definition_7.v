(** Definition 7 of Mukherjee 2020 is sound: every zonotope has one support function, and finitely many vertices. *)

From Coq Require Import Reals List.
From Marginalia.formal Require Import vectors zonotope zonotope_facts.
Open Scope R_scope.

(** Every zonotope of m generators in R^n has a support function, that is, the maximum of <r, x> over its points x
    exists for every r; it has only one; and its vertices can be listed, so that they are finitely many. *)
Theorem definition_7_printed :
  forall (n m : nat) (b : list point),
    (1 <= n)%nat -> (1 <= m)%nat -> length b = m -> Forall (fun v => length v = n) b ->
    (exists g : point -> R, is_support n b g) /\
    (forall g h : point -> R, is_support n b g -> is_support n b h -> forall r, length r = n -> g r = h r) /\
    (exists v : list point, vertices n b v).
Proof.
  intros n m b _ _ _ H. split; [|split].
  - exists (width b). now apply width_is_support.
  - intros g h G K r Lr. now rewrite (support_is_width n b g r H G Lr), (support_is_width n b h r H K Lr).
  - now apply vertices_exist.
Qed.
