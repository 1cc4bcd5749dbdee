(** Definition 8 of Mukherjee 2020: the extremal zonotope set is empty as printed for n = 2 and m = 3, since the
    vertices of a zonotope come in pairs v, -v. *)

From Coq Require Import Reals List Lia.
From Marginalia.formal Require Import vectors zonotope vectors_facts support_pieces_facts binomials.
Import ListNotations.
Open Scope R_scope.

(** S(n, m) as printed, the set of generators of a zonotope with C(m - 1, 0) + ... + C(m - 1, n - 1) vertices, is not
    inhabited for all n and m: no zonotope has three vertices, as many as it should have for n = 2 and m = 3. *)
Theorem definition_8_printed_refuted :
  ~ (forall n m : nat, (1 <= n)%nat -> (1 <= m)%nat ->
       exists b v : list point,
         length b = m /\ Forall (fun v => length v = n) b /\
         vertices n b v /\ length v = binomial_sum (m - 1) n).
Proof.
  intros claimed. destruct (claimed 2%nat 3%nat ltac:(lia) ltac:(lia)) as (b & v & _ & H & [D V] & L).
  change (length v = 3%nat) in L. destruct v as [|x [|y [|z [|]]]]; try discriminate.
  assert (back : forall p, scale (-1) (scale (-1) p) = p).
  { intros p. rewrite scale_scale. replace (-1 * -1) with 1 by ring. apply scale_one. }
  assert (place : forall p, is_vertex 2 b p -> scale (-1) p <> p /\
    (scale (-1) p = x \/ scale (-1) p = y \/ scale (-1) p = z)).
  { intros p P. split.
    - intros E. assert (all : forall q, In q [x; y; z] -> q = p) by (intros q Q; now apply (own_opposite 2 b), V).
      inversion_clear D as [|? ? N _]. apply N. left. rewrite (all x), (all y); simpl; auto.
    - apply (opposite_vertex 2 b p H), V in P. simpl in P. intuition. }
  assert (X : is_vertex 2 b x) by (apply V; simpl; auto). assert (Y : is_vertex 2 b y) by (apply V; simpl; auto).
  assert (Z : is_vertex 2 b z) by (apply V; simpl; auto).
  assert (apart : x <> y /\ x <> z /\ y <> z).
  { inversion_clear D as [|? ? N D']. inversion_clear D' as [|? ? N' _]. simpl in N, N'. intuition congruence. }
  pose proof (back x). pose proof (back y). pose proof (back z).
  destruct (place x X) as [Nx Px], (place y Y) as [Ny Py], (place z Z) as [Nz Pz].
  intuition congruence.
Qed.
