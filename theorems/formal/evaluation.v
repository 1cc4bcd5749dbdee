(** Exact evaluation of closed statements about integers and rational numbers: a verified evaluator, [evaluate], for
    sums, products, branches and quantifiers over visibly bounded integers. A statement [A] is the meaning [holds f []]
    of a formula [f]; when [evaluate f []] computes to [Some true], [A] is a theorem ([evaluated]).

    Where a value is open (a division by zero, a negative exponent) the evaluator has none. *)

From Coq Require Import Reals ZArith QArith Qreals Qabs Qround Lra Lia List.
From Coq Require Import ClassicalDedekindReals.
Import ListNotations.
Open Scope R_scope.

(** * The operations *)

(** The integers from lo to hi. *)
Definition range (lo hi : Z) : list Z := map (fun k => (lo + Z.of_nat k)%Z) (seq 0 (Z.to_nat (hi - lo + 1))).

Definition over {A B : Type} (f : A -> B -> B) (start : B) (g : Z -> A) (lo hi : Z) : B :=
  fold_right (fun i rest => f (g i) rest) start (range lo hi).

Definition zsum (lo hi : Z) (g : Z -> Z) : Z := over Z.add 0%Z g lo hi.
Definition zprod (lo hi : Z) (g : Z -> Z) : Z := over Z.mul 1%Z g lo hi.
Definition rsum (lo hi : Z) (g : Z -> R) : R := over Rplus 0 g lo hi.
Definition rprod (lo hi : Z) (g : Z -> R) : R := over Rmult 1 g lo hi.

(** The value a where P holds, and b elsewhere. *)
Definition ite {A : Type} (P : Prop) (a b : A) : A := if sig_not_dec P then a else b.

Definition floor (x : R) : Z := (up x - 1)%Z.

(** Row n of Pascal's triangle, without its zeros. *)
Fixpoint pascal (n : nat) : list Z :=
  match n with
  | O => [1%Z]
  | S n' => let row := pascal n' in map (fun p => (fst p + snd p)%Z) (combine (0%Z :: row) (row ++ [0%Z]))
  end.

(** n choose k, for n >= 0 and every k. *)
Definition binomial (n k : Z) : Z := if (k <? 0)%Z then 0%Z else nth (Z.to_nat k) (pascal (Z.to_nat n)) 0%Z.

(** x^n, for n >= 0. *)
Definition power (x : R) (n : Z) : R := x ^ Z.to_nat n.
Definition zpower (x n : Z) : Z := (x ^ Z.max 0 n)%Z.

(** * Terms and formulas; variables are integers, counted outwards from the innermost binder *)

Inductive zterm : Type :=
| ZNum (z : Z) | ZVar (n : nat)
| ZAdd (a b : zterm) | ZSub (a b : zterm) | ZMul (a b : zterm) | ZOpp (a : zterm) | ZPow (a b : zterm)
| ZAbs (a : zterm) | ZMax (a b : zterm) | ZMin (a b : zterm) | ZFloor (a : rterm) | ZBinomial (a b : zterm)
| ZIf (c : formula) (a b : zterm) | ZSum (lo hi body : zterm) | ZProd (lo hi body : zterm)
with rterm : Type :=
| RInj (a : zterm)
| RAdd (a b : rterm) | RSub (a b : rterm) | RMul (a b : rterm) | RDiv (a b : rterm) | ROpp (a : rterm)
| RPow (a : rterm) (b : zterm) | RAbs (a : rterm) | RMax (a b : rterm) | RMin (a b : rterm)
| RIf (c : formula) (a b : rterm) | RSum (lo hi : zterm) (body : rterm) | RProd (lo hi : zterm) (body : rterm)
| ROther (f : R -> R) (a : rterm)
with formula : Type :=
| FTrue | FFalse
| ZEq (a b : zterm) | ZLt (a b : zterm) | ZLe (a b : zterm) | REq (a b : rterm) | RLt (a b : rterm) | RLe (a b : rterm)
| FNot (f : formula) | FAnd (f g : formula) | FOr (f g : formula) | FImp (f g : formula)
| FAll (f : formula) | FEx (f : formula).

Scheme zterm_mut := Induction for zterm Sort Prop
with rterm_mut := Induction for rterm Sort Prop
with formula_mut := Induction for formula Sort Prop.
Combined Scheme term_ind from zterm_mut, rterm_mut, formula_mut.

(** * Meaning *)

Fixpoint zvalue (t : zterm) (e : list Z) : Z :=
  match t with
  | ZNum z => z
  | ZVar n => nth n e 0%Z
  | ZAdd a b => (zvalue a e + zvalue b e)%Z
  | ZSub a b => (zvalue a e - zvalue b e)%Z
  | ZMul a b => (zvalue a e * zvalue b e)%Z
  | ZOpp a => (- zvalue a e)%Z
  | ZPow a b => zpower (zvalue a e) (zvalue b e)
  | ZAbs a => Z.abs (zvalue a e)
  | ZMax a b => Z.max (zvalue a e) (zvalue b e)
  | ZMin a b => Z.min (zvalue a e) (zvalue b e)
  | ZFloor a => floor (rvalue a e)
  | ZBinomial a b => binomial (zvalue a e) (zvalue b e)
  | ZIf c a b => ite (holds c e) (zvalue a e) (zvalue b e)
  | ZSum lo hi body => zsum (zvalue lo e) (zvalue hi e) (fun i => zvalue body (i :: e))
  | ZProd lo hi body => zprod (zvalue lo e) (zvalue hi e) (fun i => zvalue body (i :: e))
  end
with rvalue (t : rterm) (e : list Z) : R :=
  match t with
  | RInj a => IZR (zvalue a e)
  | RAdd a b => rvalue a e + rvalue b e
  | RSub a b => rvalue a e - rvalue b e
  | RMul a b => rvalue a e * rvalue b e
  | RDiv a b => rvalue a e / rvalue b e
  | ROpp a => - rvalue a e
  | RPow a b => power (rvalue a e) (zvalue b e)
  | RAbs a => Rabs (rvalue a e)
  | RMax a b => Rmax (rvalue a e) (rvalue b e)
  | RMin a b => Rmin (rvalue a e) (rvalue b e)
  | RIf c a b => ite (holds c e) (rvalue a e) (rvalue b e)
  | RSum lo hi body => rsum (zvalue lo e) (zvalue hi e) (fun i => rvalue body (i :: e))
  | RProd lo hi body => rprod (zvalue lo e) (zvalue hi e) (fun i => rvalue body (i :: e))
  | ROther f a => f (rvalue a e)
  end
with holds (f : formula) (e : list Z) : Prop :=
  match f with
  | FTrue => True
  | FFalse => False
  | ZEq a b => zvalue a e = zvalue b e
  | ZLt a b => (zvalue a e < zvalue b e)%Z
  | ZLe a b => (zvalue a e <= zvalue b e)%Z
  | REq a b => rvalue a e = rvalue b e
  | RLt a b => rvalue a e < rvalue b e
  | RLe a b => rvalue a e <= rvalue b e
  | FNot f => ~ holds f e
  | FAnd f g => holds f e /\ holds g e
  | FOr f g => holds f e \/ holds g e
  | FImp f g => holds f e -> holds g e
  | FAll f => forall i : Z, holds f (i :: e)
  | FEx f => exists i : Z, holds f (i :: e)
  end.

(** * Evaluation; a variable without a value stands for any integer *)

Definition bind {A B : Type} (x : option A) (f : A -> option B) : option B :=
  match x with Some a => f a | None => None end.

Definition both {A B C : Type} (f : A -> B -> C) (x : option A) (y : option B) : option C :=
  bind x (fun a => bind y (fun b => Some (f a b))).

(** f over the values of g, from the last one on; none as soon as one of them has none. *)
Definition gather {A B : Type} (f : A -> B -> B) (start : B) (g : Z -> option A) (lo hi : Z) : option B :=
  fold_right (fun i rest => both f (g i) rest) (Some start) (range lo hi).

Fixpoint qpower (x : Q) (n : nat) : Q := match n with O => 1%Q | S n' => Qred (x * qpower x n') end.

Definition qless (a b : Q) : bool := negb (Qle_bool b a).

(** Whether g is true for all (for some) integers of a range; none when it has no value at one that was reached. *)
Fixpoint every (g : Z -> option bool) (l : list Z) : option bool :=
  match l with
  | [] => Some true
  | i :: l' => bind (g i) (fun b => if b then every g l' else Some false)
  end.

Definition some (g : Z -> option bool) (l : list Z) : option bool :=
  option_map negb (every (fun i => option_map negb (g i)) l).

(** A bound of an integer: from below (true) or from above. *)
Definition bound : Type := bool * Z.

Definition respects (i : Z) (b : bound) : Prop := if fst b then (snd b <= i)%Z else (i <= snd b)%Z.

Definition mark (below : bool) (x : option Z) : list bound := match x with Some z => [(below, z)] | None => [] end.

(** The range that some bounds leave; none unless there are bounds on both sides. *)
Definition span (l : list bound) : option (list Z) :=
  match filter fst l, filter (fun b => negb (fst b)) l with
  | (_, a) :: low, (_, b) :: high =>
      Some (range (fold_right Z.max a (map snd low)) (fold_right Z.min b (map snd high)))
  | _, _ => None
  end.

Definition innermost (t : zterm) : bool := match t with ZVar O => true | _ => false end.

Section Bounds.
  Variable zeval : zterm -> list (option Z) -> option Z.
  Variable reval : rterm -> list (option Z) -> option Q.

  (** What a conjunction of comparisons says about the innermost variable, which has no value in e. *)
  Fixpoint conjuncts (f : formula) (e : list (option Z)) : list bound :=
    match f with
    | FAnd f g => conjuncts f e ++ conjuncts g e
    | ZLe a b =>
        if innermost a then mark false (zeval b e) else if innermost b then mark true (zeval a e) else []
    | ZLt a b =>
        if innermost a then mark false (option_map Z.pred (zeval b e))
        else if innermost b then mark true (option_map Z.succ (zeval a e)) else []
    | RLe (RInj a) b => if innermost a then mark false (option_map Qfloor (reval b e)) else []
    | RLe a (RInj b) => if innermost b then mark true (option_map Qceiling (reval a e)) else []
    | _ => []
    end.

  (** The bounds that guard a formula: outside them it is true. *)
  Fixpoint guards (f : formula) (e : list (option Z)) : list bound :=
    match f with FImp f g => conjuncts f e ++ guards g e | _ => [] end.
End Bounds.

Fixpoint zeval (t : zterm) (e : list (option Z)) : option Z :=
  match t with
  | ZNum z => Some z
  | ZVar n => nth n e None
  | ZAdd a b => both Z.add (zeval a e) (zeval b e)
  | ZSub a b => both Z.sub (zeval a e) (zeval b e)
  | ZMul a b => both Z.mul (zeval a e) (zeval b e)
  | ZOpp a => option_map Z.opp (zeval a e)
  | ZPow a b => bind (zeval a e) (fun x => bind (zeval b e) (fun n => if (n <? 0)%Z then None else Some (x ^ n)%Z))
  | ZAbs a => option_map Z.abs (zeval a e)
  | ZMax a b => both Z.max (zeval a e) (zeval b e)
  | ZMin a b => both Z.min (zeval a e) (zeval b e)
  | ZFloor a => option_map Qfloor (reval a e)
  | ZBinomial a b =>
      bind (zeval a e) (fun n => bind (zeval b e) (fun k => if (n <? 0)%Z then None else Some (binomial n k)))
  | ZIf c a b => bind (evaluate c e) (fun x => if x then zeval a e else zeval b e)
  | ZSum lo hi body =>
      bind (zeval lo e) (fun l => bind (zeval hi e) (fun h => gather Z.add 0%Z (fun i => zeval body (Some i :: e)) l h))
  | ZProd lo hi body =>
      bind (zeval lo e) (fun l => bind (zeval hi e) (fun h => gather Z.mul 1%Z (fun i => zeval body (Some i :: e)) l h))
  end
with reval (t : rterm) (e : list (option Z)) : option Q :=
  match t with
  | RInj a => option_map inject_Z (zeval a e)
  | RAdd a b => both (fun x y => Qred (x + y)) (reval a e) (reval b e)
  | RSub a b => both (fun x y => Qred (x - y)) (reval a e) (reval b e)
  | RMul a b => both (fun x y => Qred (x * y)) (reval a e) (reval b e)
  | RDiv a b =>
      bind (reval a e) (fun x => bind (reval b e) (fun y => if Qeq_bool y 0 then None else Some (Qred (x / y))))
  | ROpp a => option_map Qopp (reval a e)
  | RPow a b =>
      bind (reval a e) (fun x => bind (zeval b e) (fun n => if (n <? 0)%Z then None else Some (qpower x (Z.to_nat n))))
  | RAbs a => option_map Qabs (reval a e)
  | RMax a b => both (fun x y => if Qle_bool x y then y else x) (reval a e) (reval b e)
  | RMin a b => both (fun x y => if Qle_bool x y then x else y) (reval a e) (reval b e)
  | RIf c a b => bind (evaluate c e) (fun x => if x then reval a e else reval b e)
  | RSum lo hi body =>
      bind (zeval lo e) (fun l => bind (zeval hi e) (fun h =>
        gather (fun x y => Qred (x + y)) 0%Q (fun i => reval body (Some i :: e)) l h))
  | RProd lo hi body =>
      bind (zeval lo e) (fun l => bind (zeval hi e) (fun h =>
        gather (fun x y => Qred (x * y)) 1%Q (fun i => reval body (Some i :: e)) l h))
  | ROther _ _ => None
  end
with evaluate (f : formula) (e : list (option Z)) : option bool :=
  match f with
  | FTrue => Some true
  | FFalse => Some false
  | ZEq a b => both Z.eqb (zeval a e) (zeval b e)
  | ZLt a b => both Z.ltb (zeval a e) (zeval b e)
  | ZLe a b => both Z.leb (zeval a e) (zeval b e)
  | REq a b => both Qeq_bool (reval a e) (reval b e)
  | RLt a b => both qless (reval a e) (reval b e)
  | RLe a b => both Qle_bool (reval a e) (reval b e)
  | FNot f => option_map negb (evaluate f e)
  | FAnd f g => bind (evaluate f e) (fun x => if x then evaluate g e else Some false)
  | FOr f g => bind (evaluate f e) (fun x => if x then Some true else evaluate g e)
  | FImp f g => bind (evaluate f e) (fun x => if x then evaluate g e else Some true)
  | FAll f => bind (span (guards zeval reval f (None :: e))) (every (fun i => evaluate f (Some i :: e)))
  | FEx f => bind (span (conjuncts zeval reval f (None :: e))) (some (fun i => evaluate f (Some i :: e)))
  end.

(** * The evaluator is right *)

Definition agree (e : list (option Z)) (values : list Z) : Prop :=
  forall n v, nth n e None = Some v -> nth n values 0%Z = v.

Lemma agree_some (e : list (option Z)) (values : list Z) (i : Z) : agree e values -> agree (Some i :: e) (i :: values).
Proof. intros H [|n] v; simpl; [congruence | apply H]. Qed.

Lemma agree_none (e : list (option Z)) (values : list Z) (i : Z) : agree e values -> agree (None :: e) (i :: values).
Proof. intros H [|n] v; simpl; [discriminate | apply H]. Qed.

Lemma both_some {A B C : Type} (f : A -> B -> C) x y c :
  both f x y = Some c -> exists a b, x = Some a /\ y = Some b /\ c = f a b.
Proof. destruct x as [a|], y as [b|]; simpl; try discriminate. intros [= <-]. eauto. Qed.

Lemma bind_some {A B : Type} (x : option A) (f : A -> option B) b :
  bind x f = Some b -> exists a, x = Some a /\ f a = Some b.
Proof. destruct x as [a|]; simpl; [eauto | discriminate]. Qed.

Lemma map_some {A B : Type} (f : A -> B) x b : option_map f x = Some b -> exists a, x = Some a /\ b = f a.
Proof. destruct x as [a|]; simpl; [intros [= <-]; eauto | discriminate]. Qed.

Lemma gathered {A A' B B' : Type} (f : A -> B -> B) (f' : A' -> B' -> B') (start : B) (start' : B') (g : Z -> option A)
  (g' : Z -> A') (into : A -> A') (into' : B -> B') :
  into' start = start' -> (forall a b, into' (f a b) = f' (into a) (into' b)) ->
  (forall i a, g i = Some a -> g' i = into a) ->
  forall lo hi b, gather f start g lo hi = Some b -> over f' start' g' lo hi = into' b.
Proof.
  intros H0 H1 H2 lo hi. unfold gather, over. induction (range lo hi) as [|i l IH]; simpl; intros b.
  - intros [= <-]. now rewrite H0.
  - intros H. apply both_some in H as (a & c & Ha & Hc & ->). now rewrite H1, (H2 _ _ Ha), (IH _ Hc).
Qed.

Lemma in_range (lo hi i : Z) : In i (range lo hi) <-> (lo <= i <= hi)%Z.
Proof.
  unfold range. rewrite in_map_iff. split.
  - intros (k & <- & H%in_seq). lia.
  - intros H. exists (Z.to_nat (i - lo)). rewrite in_seq. lia.
Qed.

Lemma every_some (g : Z -> option bool) (l : list Z) (b : bool) :
  every g l = Some b -> if b then forall i, In i l -> g i = Some true else exists i, In i l /\ g i = Some false.
Proof.
  induction l as [|i l IH]; simpl.
  - intros [= <-]. easy.
  - intros H. apply bind_some in H as ([] & Hi & H).
    + specialize (IH H). destruct b; [intros j [<-|Hj]; auto | destruct IH as (j & ? & ?); eauto].
    + injection H as <-. eauto.
Qed.

Lemma some_some (g : Z -> option bool) (l : list Z) (b : bool) :
  some g l = Some b -> if b then exists i, In i l /\ g i = Some true else forall i, In i l -> g i = Some false.
Proof.
  unfold some. intros H. apply map_some in H as (c & H & ->). apply every_some in H. destruct c; simpl.
  - intros i Hi. specialize (H i Hi). destruct (g i) as [[]|]; simpl in H; congruence.
  - destruct H as (i & Hi & H). exists i. destruct (g i) as [[]|]; simpl in H; split; congruence.
Qed.

Lemma lowest (i a : Z) (l : list Z) : (fold_right Z.max a l <= i)%Z <-> (a <= i)%Z /\ Forall (fun z => z <= i)%Z l.
Proof.
  induction l as [|b l IH]; simpl.
  - intuition.
  - rewrite Z.max_lub_iff, IH, Forall_cons_iff. tauto.
Qed.

Lemma highest (i a : Z) (l : list Z) : (i <= fold_right Z.min a l)%Z <-> (i <= a)%Z /\ Forall (fun z => i <= z)%Z l.
Proof.
  induction l as [|b l IH]; simpl.
  - intuition.
  - rewrite Z.min_glb_iff, IH, Forall_cons_iff. tauto.
Qed.

Lemma spanned (l : list bound) (r : list Z) (i : Z) : span l = Some r -> (In i r <-> Forall (respects i) l).
Proof.
  unfold span. destruct (filter fst l) as [|[x a] low] eqn:El; [discriminate|].
  destruct (filter (fun b => negb (fst b)) l) as [|[y b] high] eqn:Eh; [discriminate|]. intros [= <-].
  rewrite in_range, lowest, highest. rewrite !Forall_forall. split.
  - intros [[H1 H2] [H3 H4]] [[] z] Hz; unfold respects; simpl.
    + assert (Hf : In (true, z) (filter fst l)) by (apply filter_In; auto). rewrite El in Hf.
      destruct Hf as [[= -> ->]|Hf]; [assumption|]. apply H2. now apply (in_map snd) in Hf.
    + assert (Hf : In (false, z) (filter (fun b => negb (fst b)) l)) by (apply filter_In; auto). rewrite Eh in Hf.
      destruct Hf as [[= -> ->]|Hf]; [assumption|]. apply H4. now apply (in_map snd) in Hf.
  - intros H.
    assert (L : forall p, In p ((x, a) :: low) -> (snd p <= i)%Z).
    { intros p Hp. rewrite <- El, filter_In in Hp. destruct Hp as [Hp Hb]. specialize (H _ Hp). unfold respects in H.
      now rewrite Hb in H. }
    assert (U : forall p, In p ((y, b) :: high) -> (i <= snd p)%Z).
    { intros p Hp. rewrite <- Eh, filter_In in Hp. destruct Hp as [Hp Hb]. specialize (H _ Hp). unfold respects in H.
      apply Bool.negb_true_iff in Hb. now rewrite Hb in H. }
    split; (split; [first [apply (L (x, a)) | apply (U (y, b))]; now left|]); intros z Hz;
      apply in_map_iff in Hz as (p & <- & Hp);
      [apply L | apply U]; now right.
Qed.

Lemma inject_IZR (z : Z) : Q2R (inject_Z z) = IZR z.
Proof. unfold Q2R, inject_Z. simpl. field. Qed.

Lemma red (q : Q) : Q2R (Qred q) = Q2R q.
Proof. apply Qeq_eqR, Qred_correct. Qed.

Lemma floor_spec (x : R) (z : Z) : IZR z <= x -> x < IZR z + 1 -> floor x = z.
Proof. intros H1 H2. unfold floor. rewrite <- (up_tech x z H1); [lia|]. now rewrite plus_IZR. Qed.

Lemma floor_rational (q : Q) : floor (Q2R q) = Qfloor q.
Proof.
  apply floor_spec; rewrite <- inject_IZR.
  - apply Qle_Rle, Qfloor_le.
  - replace 1 with (Q2R (inject_Z 1)) by (unfold Q2R; simpl; field).
    rewrite <- Q2R_plus, <- inject_Z_plus. apply Qlt_Rlt, Qlt_floor.
Qed.

Lemma abs_rational (q : Q) : Rabs (Q2R q) = Q2R (Qabs q).
Proof.
  assert (Z0 : 0 = Q2R 0) by (unfold Q2R; simpl; field).
  destruct (Qlt_le_dec q 0) as [H|H].
  - rewrite (Qeq_eqR _ _ (Qabs_neg _ (Qlt_le_weak _ _ H))), Q2R_opp. apply Rabs_left. rewrite Z0. now apply Qlt_Rlt.
  - rewrite (Qeq_eqR _ _ (Qabs_pos _ H)). apply Rabs_right, Rle_ge. rewrite Z0. now apply Qle_Rle.
Qed.

Lemma power_rational (q : Q) (n : nat) : Q2R q ^ n = Q2R (qpower q n).
Proof.
  induction n as [|n IH].
  - unfold Q2R. simpl. field.
  - change (qpower q (S n)) with (Qred (q * qpower q n)). now rewrite red, Q2R_mult, <- IH.
Qed.

Ltac parts :=
  repeat match goal with
  | H : both _ _ _ = Some _ |- _ => apply both_some in H as (? & ? & ? & ? & ->)
  | H : bind _ _ = Some _ |- _ => apply bind_some in H as (? & ? & H)
  | H : option_map _ _ = Some _ |- _ => apply map_some in H as (? & ? & ->)
  | H : (if ?b then None else Some _) = Some _ |- _ => destruct b eqn:?; [discriminate|]
  | H : Some _ = Some _ |- _ => injection H as <-
  end.

Lemma ite_true {A : Type} (P : Prop) (a b : A) : P -> ite P a b = a.
Proof. unfold ite. now destruct (sig_not_dec P). Qed.

Lemma ite_false {A : Type} (P : Prop) (a b : A) : ~ P -> ite P a b = b.
Proof. unfold ite. now destruct (sig_not_dec P). Qed.

Definition zright (t : zterm) : Prop :=
  forall e values v, agree e values -> zeval t e = Some v -> zvalue t values = v.
Definition rright (t : rterm) : Prop :=
  forall e values q, agree e values -> reval t e = Some q -> rvalue t values = Q2R q.
Definition fright (f : formula) : Prop :=
  forall e values b, agree e values -> evaluate f e = Some b -> if b then holds f values else ~ holds f values.

Lemma below_floor (i : Z) (q : Q) : IZR i <= Q2R q <-> (i <= Qfloor q)%Z.
Proof.
  rewrite <- inject_IZR. split; intros H.
  - apply Rle_Qle in H. rewrite <- (Qfloor_Z i). now apply Qfloor_resp_le.
  - apply Qle_Rle. apply Qle_trans with (inject_Z (Qfloor q)); [now rewrite <- Zle_Qle | apply Qfloor_le].
Qed.

Lemma above_ceiling (i : Z) (q : Q) : Q2R q <= IZR i <-> (Qceiling q <= i)%Z.
Proof.
  rewrite <- inject_IZR. split; intros H.
  - apply Rle_Qle in H. rewrite <- (Qceiling_Z i). now apply Qceiling_resp_le.
  - apply Qle_Rle. apply Qle_trans with (inject_Z (Qceiling q)); [apply Qle_ceiling | now rewrite <- Zle_Qle].
Qed.

(** All terms that a formula compares are evaluated rightly. *)
Fixpoint sides (f : formula) : Prop :=
  match f with
  | ZLt a b | ZLe a b => zright a /\ zright b
  | RLe a b => rright a /\ rright b
  | FAnd f g | FImp f g => sides f /\ sides g
  | _ => True
  end.

Lemma marked (below : bool) (x : option Z) (i : Z) :
  Forall (respects i) (mark below x) <-> forall z, x = Some z -> respects i (below, z).
Proof.
  destruct x as [z|]; simpl.
  - rewrite Forall_cons_iff. split; [now intros [H _] z' [= <-] | now auto].
  - now split; [discriminate | constructor].
Qed.

Lemma innermost_is (t : zterm) : innermost t = true -> t = ZVar 0.
Proof. now destruct t as [|[]| | | | | | | | | | | | |]. Qed.

Lemma conjuncts_right (f : formula) (e : list (option Z)) (values : list Z) (i : Z) :
  sides f -> agree (None :: e) (i :: values) -> holds f (i :: values) ->
  Forall (respects i) (conjuncts zeval reval f (None :: e)).
Proof.
  intros S A. revert S. induction f; simpl; intros S H; try constructor; try destruct S as [Sa Sb].
  - destruct (innermost a) eqn:Ia; [|destruct (innermost b) eqn:Ib; [|constructor]]; apply marked; intros z Hz; parts;
      [apply (Sb _ _ _ A) in H0; apply innermost_is in Ia as ->
      | apply (Sa _ _ _ A) in H0; apply innermost_is in Ib as ->];
      unfold respects; simpl in *; lia.
  - destruct (innermost a) eqn:Ia; [|destruct (innermost b) eqn:Ib; [|constructor]]; apply marked; intros z Hz;
      [apply (Sb _ _ _ A) in Hz; apply innermost_is in Ia as ->
      | apply (Sa _ _ _ A) in Hz; apply innermost_is in Ib as ->];
      unfold respects; simpl in *; lia.
  - assert (U : forall c d, a = c -> b = RInj d -> Forall (respects i)
      (if innermost d then mark true (option_map Qceiling (reval c (None :: e))) else [])).
    { intros c d <- ->. destruct (innermost d) eqn:Id; [|constructor]. apply innermost_is in Id as ->. apply marked.
      intros z Hz. parts. apply (Sa _ _ _ A) in H0. unfold respects. simpl in *.
      rewrite H0 in H. now apply above_ceiling. }
    assert (L : forall c, a = RInj c -> Forall (respects i)
      (if innermost c then mark false (option_map Qfloor (reval b (None :: e))) else [])).
    { intros c ->. destruct (innermost c) eqn:Ic; [|constructor]. apply innermost_is in Ic as ->. apply marked.
      intros z Hz. parts. apply (Sb _ _ _ A) in H0. unfold respects. simpl in *.
      rewrite H0 in H. now apply below_floor. }
    destruct a; try (now apply L); destruct b; try constructor; now apply U.
  - apply Forall_app. tauto.
Qed.

Lemma guards_right (f : formula) (e : list (option Z)) (values : list Z) (i : Z) :
  sides f -> agree (None :: e) (i :: values) ->
  ~ Forall (respects i) (guards zeval reval f (None :: e)) -> holds f (i :: values).
Proof.
  intros S A. revert S. induction f; simpl; intros S H; try (destruct H; now constructor).
  intros Hf. destruct S as [Sf Sg]. apply IHf2; [assumption|]. intros G. apply H, Forall_app. split; [|assumption].
  now apply (conjuncts_right f1 e values i).
Qed.

Lemma q0 : Q2R 0 = 0.
Proof. unfold Q2R. simpl. field. Qed.

Lemma qle (x y : Q) : if Qle_bool x y then Q2R x <= Q2R y else Q2R y < Q2R x.
Proof.
  destruct (Qle_bool x y) eqn:E.
  - now apply Qle_Rle, Qle_bool_iff.
  - apply Qlt_Rlt, Qnot_le_lt. intros H. apply Qle_bool_iff in H. congruence.
Qed.

Lemma qeq (x y : Q) : if Qeq_bool x y then Q2R x = Q2R y else Q2R x <> Q2R y.
Proof.
  destruct (Qeq_bool x y) eqn:E.
  - now apply Qeq_eqR, Qeq_bool_iff.
  - intros H. apply eqR_Qeq, Qeq_bool_iff in H. congruence.
Qed.

Ltac known A :=
  repeat match goal with
  | IH : context [zeval ?t], H : zeval ?t _ = Some _ |- _ => apply (IH _ _ _ A) in H; rewrite ?H in *
  | IH : context [reval ?t], H : reval ?t _ = Some _ |- _ => apply (IH _ _ _ A) in H; rewrite ?H in *
  | IH : context [evaluate ?f], H : evaluate ?f _ = Some _ |- _ => apply (IH _ _ _ A) in H
  end.

Local Arguments Q2R : simpl never.
Local Arguments Qred : simpl never.
Local Arguments Qplus : simpl never.
Local Arguments Qminus : simpl never.
Local Arguments Qmult : simpl never.
Local Arguments Qdiv : simpl never.

Ltac use := match goal with A : agree _ _ |- _ => known A end.

Ltac go := match goal with A : agree _ _, H : _ = Some _ |- _ => simpl in H; parts; simpl; known A end.

Lemma evaluation_right : (forall t, zright t) /\ (forall t, rright t) /\ (forall f, fright f /\ sides f).
Proof.
  apply (term_ind zright rright (fun f => fright f /\ sides f)); unfold zright, rright, fright; cbn [sides];
    unfold zright, rright; intros; repeat match goal with H : _ /\ sides _ |- _ => destruct H end;
    try (split; [intros|tauto]).
  - now simpl in *; parts.
  - now apply H.
  - go. reflexivity.
  - go. reflexivity.
  - go. reflexivity.
  - go. reflexivity.
  - go. unfold zpower. f_equal. apply Z.max_r. now apply Z.ltb_ge.
  - go. reflexivity.
  - go. reflexivity.
  - go. reflexivity.
  - go. apply floor_rational.
  - go. reflexivity.
  - go. destruct x; use; [now rewrite ite_true | now rewrite ite_false].
  - go. apply (gathered Z.add Z.add 0%Z 0%Z (fun i => zeval body (Some i :: e)) _ (fun z => z) (fun z => z)); try easy.
    intros i a Ha. apply (H1 _ (i :: values)) in Ha; [assumption|]. now apply agree_some.
  - go. apply (gathered Z.mul Z.mul 1%Z 1%Z (fun i => zeval body (Some i :: e)) _ (fun z => z) (fun z => z)); try easy.
    intros i a Ha. apply (H1 _ (i :: values)) in Ha; [assumption|]. now apply agree_some.
  - go. now rewrite inject_IZR.
  - go. now rewrite red, Q2R_plus.
  - go. now rewrite red, Q2R_minus.
  - go. now rewrite red, Q2R_mult.
  - go. rewrite red, Q2R_div; [reflexivity|]. now apply Qeq_bool_neq.
  - go. now rewrite Q2R_opp.
  - go. unfold power. apply power_rational.
  - go. apply abs_rational.
  - go. assert (K := qle x x0). destruct (Qle_bool x x0); [now apply Rmax_right | now apply Rmax_left, Rlt_le].
  - go. assert (K := qle x x0). destruct (Qle_bool x x0); [now apply Rmin_left | now apply Rmin_right, Rlt_le].
  - go. destruct x; use; [now rewrite ite_true | now rewrite ite_false].
  - go. apply (gathered (fun x y => Qred (x + y)) Rplus 0%Q 0 (fun i => reval body (Some i :: e)) _ Q2R Q2R).
    + apply q0.
    + intros. now rewrite red, Q2R_plus.
    + intros i a Ha. apply (H1 _ (i :: values)) in Ha; [assumption|]. now apply agree_some.
    + assumption.
  - go. apply (gathered (fun x y => Qred (x * y)) Rmult 1%Q 1 (fun i => reval body (Some i :: e)) _ Q2R Q2R).
    + unfold Q2R. simpl. field.
    + intros. now rewrite red, Q2R_mult.
    + intros i a Ha. apply (H1 _ (i :: values)) in Ha; [assumption|]. now apply agree_some.
    + assumption.
  - discriminate.
  - go. easy.
  - go. easy.
  - go. destruct (Z.eqb_spec x x0); congruence.
  - go. destruct (Z.ltb_spec x x0); lia.
  - go. destruct (Z.leb_spec x x0); lia.
  - go. apply qeq.
  - go. assert (K := qle x0 x). unfold qless. destruct (Qle_bool x0 x); simpl; lra.
  - go. assert (K := qle x x0). destruct (Qle_bool x x0); lra.
  - go. destruct x; simpl; tauto.
  - go. destruct x; use; parts; use; try destruct b; try easy; tauto.
  - go. destruct x; use; parts; use; try destruct b; try easy; tauto.
  - go. destruct x; use; parts; use; try destruct b; try easy; tauto.
  - go. apply every_some in H2. destruct b.
    + intros i. destruct (Forall_dec (respects i)
        (fun p => match p with (true, z) => Z_le_dec z i | (false, z) => Z_le_dec i z end)
        (guards zeval reval f (None :: e))) as [G|G].
      * apply (spanned _ _ i H3) in G. apply H2 in G. apply (H _ (i :: values) true) in G; [assumption|].
        now apply agree_some.
      * apply guards_right with (values := values) in G; try assumption. now apply agree_none.
    + destruct H2 as (i & Hi & G). intros N. apply (H _ (i :: values) false) in G; [now apply G|]. now apply agree_some.
  - go. apply some_some in H2. destruct b.
    + destruct H2 as (i & Hi & G). exists i. apply (H _ (i :: values) true) in G; [assumption|]. now apply agree_some.
    + intros [i N]. assert (G : Forall (respects i) (conjuncts zeval reval f (None :: e))).
      { apply conjuncts_right with (values := values); try assumption. now apply agree_none. }
      apply (spanned _ _ i H3), H2 in G. apply (H _ (i :: values) false) in G; [now apply G|]. now apply agree_some.
Qed.

Theorem evaluated (f : formula) : evaluate f [] = Some true -> holds f [].
Proof.
  intros H. apply (proj1 (proj2 (proj2 evaluation_right) f) [] [] true); [intros [|n] v; discriminate | assumption].
Qed.

Theorem refuted (f : formula) : evaluate f [] = Some false -> ~ holds f [].
Proof.
  intros H. apply (proj1 (proj2 (proj2 evaluation_right) f) [] [] false); [intros [|n] v; discriminate | assumption].
Qed.

(** * Integers as real numbers: the operations agree *)

Lemma integer_floor (z : Z) : floor (IZR z) = z.
Proof. apply floor_spec; lra. Qed.

Lemma integer_max (x y : Z) : IZR (Z.max x y) = Rmax (IZR x) (IZR y).
Proof.
  destruct (Z.max_spec x y) as [[H ->]|[H ->]]; [symmetry; apply Rmax_right | symmetry; apply Rmax_left];
    apply IZR_le; lia.
Qed.

Lemma integer_min (x y : Z) : IZR (Z.min x y) = Rmin (IZR x) (IZR y).
Proof.
  destruct (Z.min_spec x y) as [[H ->]|[H ->]]; [symmetry; apply Rmin_left | symmetry; apply Rmin_right];
    apply IZR_le; lia.
Qed.

Lemma integer_zpower (x n : Z) : IZR (zpower x n) = power (IZR x) n.
Proof. unfold zpower, power. rewrite pow_IZR. do 2 f_equal. lia. Qed.

Lemma integer_power (x n : Z) : (0 <= n)%Z -> IZR (x ^ n) = power (IZR x) n.
Proof. intros H. rewrite <- integer_zpower. unfold zpower. now rewrite Z.max_r. Qed.

(** What is accumulated over a range, where a map respects the operation. *)
Lemma over_image {A B : Type} (f : A -> A -> A) (f' : B -> B -> B) (into : A -> B) (start : A) (start' : B)
  (g : Z -> A) (g' : Z -> B) (lo hi : Z) :
  into start = start' -> (forall a b, into (f a b) = f' (into a) (into b)) -> (forall i, g' i = into (g i)) ->
  over f' start' g' lo hi = into (over f start g lo hi).
Proof.
  intros H0 H1 H2. unfold over. induction (range lo hi) as [|i l IH]; simpl; [easy|]. now rewrite H1, H2, IH.
Qed.

Lemma integer_sum (lo hi : Z) (f : Z -> Z) : IZR (zsum lo hi f) = rsum lo hi (fun i => IZR (f i)).
Proof. symmetry. now apply (over_image Z.add Rplus IZR 0%Z); [|apply plus_IZR|]. Qed.

Lemma integer_product (lo hi : Z) (f : Z -> Z) : IZR (zprod lo hi f) = rprod lo hi (fun i => IZR (f i)).
Proof. symmetry. now apply (over_image Z.mul Rmult IZR 1%Z); [|apply mult_IZR|]. Qed.
