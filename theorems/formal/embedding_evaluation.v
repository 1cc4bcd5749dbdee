(** Exact evaluation of closed statements in the embedding, where all numbers are real: a second meaning, [embedded],
    of the formulas of the evaluator, which says the same as the first. What the evaluator finds true is a theorem of
    the embedding ([embedded_true]). *)

From Coq Require Import Reals ZArith Lra Lia List.
From Coq Require Import ClassicalDedekindReals.
From Marginalia.formal Require Import evaluation embedding.
Import ListNotations.
Open Scope R_scope.

(** * Meaning *)

Fixpoint zreal (t : zterm) (e : list R) : R :=
  match t with
  | ZNum z => IZR z
  | ZVar n => nth n e 0
  | ZAdd a b => zreal a e + zreal b e
  | ZSub a b => zreal a e - zreal b e
  | ZMul a b => zreal a e * zreal b e
  | ZOpp a => - zreal a e
  | ZPow a b => rpow (zreal a e) (zreal b e)
  | ZAbs a => Rabs (zreal a e)
  | ZMax a b => Rmax (zreal a e) (zreal b e)
  | ZMin a b => Rmin (zreal a e) (zreal b e)
  | ZFloor a => rfloor (rreal a e)
  | ZBinomial a b => rbinomial (zreal a e) (zreal b e)
  | ZIf c a b => ite (embedded c e) (zreal a e) (zreal b e)
  | ZSum lo hi body => sum_over (zreal lo e) (zreal hi e) (fun i => zreal body (i :: e))
  | ZProd lo hi body => product_over (zreal lo e) (zreal hi e) (fun i => zreal body (i :: e))
  end
with rreal (t : rterm) (e : list R) : R :=
  match t with
  | RInj a => zreal a e
  | RAdd a b => rreal a e + rreal b e
  | RSub a b => rreal a e - rreal b e
  | RMul a b => rreal a e * rreal b e
  | RDiv a b => rreal a e / rreal b e
  | ROpp a => - rreal a e
  | RPow a b => rpow (rreal a e) (zreal b e)
  | RAbs a => Rabs (rreal a e)
  | RMax a b => Rmax (rreal a e) (rreal b e)
  | RMin a b => Rmin (rreal a e) (rreal b e)
  | RIf c a b => ite (embedded c e) (rreal a e) (rreal b e)
  | RSum lo hi body => sum_over (zreal lo e) (zreal hi e) (fun i => rreal body (i :: e))
  | RProd lo hi body => product_over (zreal lo e) (zreal hi e) (fun i => rreal body (i :: e))
  | ROther f a => f (rreal a e)
  end
with embedded (f : formula) (e : list R) : Prop :=
  match f with
  | FTrue => True
  | FFalse => False
  | ZEq a b => zreal a e = zreal b e
  | ZLt a b => zreal a e < zreal b e
  | ZLe a b => zreal a e <= zreal b e
  | REq a b => rreal a e = rreal b e
  | RLt a b => rreal a e < rreal b e
  | RLe a b => rreal a e <= rreal b e
  | FNot f => ~ embedded f e
  | FAnd f g => embedded f e /\ embedded g e
  | FOr f g => embedded f e \/ embedded g e
  | FImp f g => embedded f e -> embedded g e
  | FAll f => forall i : R, is_int i -> embedded f (i :: e)
  | FEx f => exists i : R, is_int i /\ embedded f (i :: e)
  end.

(** * At integers the two meanings are the same *)

Lemma ite_same {A B : Type} (P Q : Prop) (a b : A) (into : A -> B) :
  (P <-> Q) -> ite P (into a) (into b) = into (ite Q a b).
Proof. intros H. unfold ite. destruct (sig_not_dec P), (sig_not_dec Q); tauto. Qed.

Lemma meanings_agree :
  (forall t e, zreal t (map IZR e) = IZR (zvalue t e)) /\
  (forall t e, rreal t (map IZR e) = rvalue t e) /\
  (forall f e, embedded f (map IZR e) <-> holds f e).
Proof.
  apply (term_ind (fun t => forall e, zreal t (map IZR e) = IZR (zvalue t e))
    (fun t => forall e, rreal t (map IZR e) = rvalue t e) (fun f => forall e, embedded f (map IZR e) <-> holds f e));
    intros; cbn [zreal rreal embedded zvalue rvalue holds].
  all: repeat match goal with H : forall e, _ |- _ => rewrite H end.
  all: unfold rpow, rfloor, rbinomial, sum_over, product_over; rewrite ?integer_floor; try reflexivity.
  - exact (map_nth IZR e 0%Z n).
  - now rewrite plus_IZR.
  - now rewrite minus_IZR.
  - now rewrite mult_IZR.
  - now rewrite opp_IZR.
  - now rewrite integer_zpower.
  - now rewrite abs_IZR.
  - now rewrite integer_max.
  - now rewrite integer_min.
  - now apply ite_same.
  - apply (over_image Z.add Rplus IZR 0%Z); [easy | apply plus_IZR | intros i; apply (H1 (i :: e))].
  - apply (over_image Z.mul Rmult IZR 1%Z); [easy | apply mult_IZR | intros i; apply (H1 (i :: e))].
  - now apply (ite_same _ _ _ _ (fun x => x)).
  - apply (over_image Rplus Rplus (fun x => x) 0); [easy | easy | intros i; apply (H1 (i :: e))].
  - apply (over_image Rmult Rmult (fun x => x) 1); [easy | easy | intros i; apply (H1 (i :: e))].
  - split; [apply eq_IZR | now intros ->].
  - split; [apply lt_IZR | apply IZR_lt].
  - split; [apply le_IZR | apply IZR_le].
  - split.
    + intros G i. apply (H (i :: e)), G. now exists i.
    + intros G _ [i ->]. apply (H (i :: e)), G.
  - split.
    + intros (_ & [i ->] & G). exists i. now apply (H (i :: e)).
    + intros [i G]. exists (IZR i). split; [now exists i | now apply (H (i :: e))].
Qed.

Theorem embedded_true (f : formula) : evaluate f [] = Some true -> embedded f [].
Proof. intros H. now apply (proj2 (proj2 meanings_agree) f []), evaluated. Qed.

Theorem embedded_false (f : formula) : evaluate f [] = Some false -> ~ embedded f [].
Proof. intros H N%(proj2 (proj2 meanings_agree) f []). now apply (refuted f). Qed.
