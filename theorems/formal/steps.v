(** What the steps of certificates need, read as lemmas about real numbers: a refutation by a sum that is positive and
    zero, inner products in any space, and tactics that close identities. *)

From Coq Require Import Reals Lra Lia.
Open Scope R_scope.

(** * Facts, as p >= 0, p > 0 or p = 0 *)

Lemma at_most (a b : R) : a <= b -> 0 <= b - a.
Proof. lra. Qed.

Lemma less (a b : R) : a < b -> 0 < b - a.
Proof. lra. Qed.

Lemma equal (a b : R) : a = b -> b - a = 0.
Proof. lra. Qed.

Lemma not_at_most (a b : R) : ~ a <= b -> 0 < a - b.
Proof. lra. Qed.

Lemma not_less (a b : R) : ~ a < b -> 0 <= a - b.
Proof. lra. Qed.

(** * Sums of products of facts *)

Lemma ratio (p q : positive) : 0 < IZR (Zpos p) / IZR (Zpos q).
Proof. apply Rdiv_lt_0_compat; now apply IZR_lt. Qed.

Lemma strictly (a b : R) : 0 < a -> 0 < b -> 0 < a * b.
Proof. apply Rmult_lt_0_compat. Qed.

Lemma weakly (a b : R) : 0 <= a -> 0 <= b -> 0 <= a * b.
Proof. apply Rmult_le_pos. Qed.

Lemma weak (a : R) : 0 < a -> 0 <= a.
Proof. apply Rlt_le. Qed.

Lemma square (a : R) : 0 <= a * a.
Proof. apply Rle_0_sqr. Qed.

Lemma plus (a b : R) : 0 < a -> 0 <= b -> 0 < a + b.
Proof. lra. Qed.

Lemma multiple (a b c : R) : 0 < a -> c = 0 -> 0 < a + b * c.
Proof. intros H ->. lra. Qed.

(** A sum that is positive and zero does not exist. *)
Lemma clash (a : R) : 0 < a -> a = 0 -> False.
Proof. lra. Qed.

(** * Real inner-product spaces, of any dimension *)

Record space : Type := {
  point :> Type;
  add : point -> point -> point;
  scale : R -> point -> point;
  inner : point -> point -> R;
  inner_sym : forall u v, inner u v = inner v u;
  inner_add : forall u v w, inner (add u v) w = inner u w + inner v w;
  inner_scale : forall c u v, inner (scale c u) v = c * inner u v;
  inner_pos : forall u, 0 <= inner u u;
  inner_same : forall u v, inner (add u (scale (-1) v)) (add u (scale (-1) v)) = 0 -> u = v;
}.

Arguments add {s}.
Arguments scale {s}.
Arguments inner {s}.
Arguments inner_sym {s}.
Arguments inner_add {s}.
Arguments inner_scale {s}.
Arguments inner_same {s}.

Definition sub {V : space} (u v : V) : V := add u (scale (-1) v).
Definition opp {V : space} (u : V) : V := scale (-1) u.

Lemma inner_add_right (V : space) (u v w : V) : inner u (add v w) = inner u v + inner u w.
Proof. now rewrite inner_sym, inner_add, !(inner_sym u). Qed.

Lemma inner_scale_right (V : space) (c : R) (u v : V) : inner u (scale c v) = c * inner u v.
Proof. now rewrite inner_sym, inner_scale, (inner_sym u). Qed.

(** Points with the same inner products with all points are equal. *)
Lemma inner_ext (V : space) (u v : V) : (forall w, inner u w = inner v w) -> u = v.
Proof. intros H. apply inner_same. rewrite inner_add, inner_scale, H. lra. Qed.

(** * Powers whose exponent is a sum or product that is an integer n >= 0 *)

Definition rpower (x y : R) : R := x ^ Z.to_nat (up y - 1).

Lemma rpower_nat (x y : R) (n : nat) : y = INR n -> rpower x y = x ^ n.
Proof.
  intros ->. unfold rpower. f_equal. rewrite INR_IZR_INZ, <- (tech_up _ (Z.of_nat n + 1)); [lia | |];
    rewrite plus_IZR; lra.
Qed.

Lemma rpower_numeral (x : R) (z : Z) (n : nat) : Z.to_nat z = n -> rpower x (IZR z) = x ^ n.
Proof.
  intros <-. unfold rpower. do 2 f_equal. rewrite <- (tech_up _ (z + 1)); [lia | |]; rewrite plus_IZR; lra.
Qed.

(** * Tactics *)

(** Write inner products of sums and multiples as sums and multiples of inner products, each in one order. *)
Ltac expand :=
  unfold sub, opp; repeat rewrite ?inner_add, ?inner_add_right, ?inner_scale, ?inner_scale_right;
  repeat match goal with
  | |- context [inner ?u ?v] =>
      tryif constr_eq u v then fail else match goal with |- context [inner v u] => rewrite (inner_sym v u) end
  end.

(** Write powers whose exponent is a numeral with a natural number. *)
Ltac numerals :=
  repeat match goal with
  | |- context [rpower ?x (IZR ?z)] => let n := eval compute in (Z.to_nat z) in rewrite (rpower_numeral x z n eq_refl)
  end.

(** Close an identity of polynomials; what is not polynomial in it stands for any number. *)
Ltac identity := clear; numerals; unfold Rdiv; lra.

Ltac polynomial t :=
  lazymatch t with
  | Rplus _ _ => idtac | Rminus _ _ => idtac | Rmult _ _ => idtac | Rdiv _ _ => idtac | Ropp _ => idtac
  | pow _ _ => idtac | rpower _ _ => idtac | IZR _ => idtac | inner _ _ => idtac
  end.

(** Close an equation between two applications of a function, or two comparisons, whose arguments are equal
    polynomials or combinations of vectors. *)
Ltac same :=
  clear; lazymatch goal with
  | |- ?a = ?a => reflexivity
  | |- @eq R ?a ?b =>
      tryif first [polynomial a | polynomial b] then solve [identity | expand; identity | progress f_equal; same]
      else solve [progress f_equal; same]
  | |- @eq (point _) _ _ => solve [progress f_equal; same | apply inner_ext; intro; expand; identity]
  | |- _ => solve [progress f_equal; same]
  end.
