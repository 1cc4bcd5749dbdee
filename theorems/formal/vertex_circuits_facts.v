(** Sum-of-ReLU circuits: their sums, and one with a gate for each vertex of the cube but one. *)

From Coq Require Import Reals List Bool Lia Lra.
From Marginalia.formal Require Import vectors networks boolean vectors_facts networks_facts boolean_facts.
Import ListNotations.
Open Scope R_scope.

Lemma circuit_same n m f g : (forall x, length x = n -> f x = g x) -> has_circuit n m f -> has_circuit n m g.
Proof.
  intros same (c & u & gates & Lu & Lg & fit & value). exists c, u, gates. repeat split; try assumption.
  intros x long. rewrite <- same by exact long. now apply value.
Qed.

Lemma circuit_constant n c : has_circuit n 0 (fun _ => c).
Proof. exists c, [], []. repeat split; [constructor|]. intros x _. unfold sum_of_relus. simpl. ring. Qed.

Lemma circuit_gate n c g : length (weights g) = n -> has_circuit n 1 (fun x => c * relu (gate_value g (signs x))).
Proof.
  intros fit. exists 0, [c], [g]. repeat split; [repeat constructor; exact fit|].
  intros x _. unfold sum_of_relus. simpl. ring.
Qed.

Lemma circuit_sum n m m' f g : has_circuit n m f -> has_circuit n m' g -> has_circuit n (m + m') (fun x => f x + g x).
Proof.
  intros (c & u & gates & Lu & Lg & fit & value) (c' & u' & gates' & Lu' & Lg' & fit' & value').
  exists (c + c'), (u ++ u'), (gates ++ gates'). rewrite !app_length. repeat split; [lia | lia | now apply reads_app|].
  intros x long. rewrite value, value' by exact long. unfold sum_of_relus.
  rewrite map_app, dot_app by (rewrite map_length; lia). ring.
Qed.

Lemma circuits_sum {A : Type} n (count : A -> nat) (h : A -> bits -> R) l :
  (forall a, In a l -> has_circuit n (count a) (h a)) ->
  has_circuit n (list_sum (map count l)) (fun x => total (map (fun a => h a x) l)).
Proof.
  induction l as [|a l IH]; intros each; [exact (circuit_constant n 0)|].
  apply circuit_sum; [apply each; now left | apply IH; intros b I; apply each; now right].
Qed.

Lemma vertex_gate : forall v x, length v = length x ->
  relu (dot (signs v) (signs x) + (1 - INR (length v))) = if list_eq_dec bool_dec v x then 1 else 0.
Proof.
  intros v x long.
  assert (near : dot (signs v) (signs x) <= INR (length v) /\
    (v <> x -> dot (signs v) (signs x) <= INR (length v) - 2) /\
    (v = x -> dot (signs v) (signs x) = INR (length v))).
  { revert x long. induction v as [|b v IH]; intros [|e x] long; try discriminate; [simpl; intuition lra|].
    injection long as long. specialize (IH x long) as (most & apart & same). cbn [signs map dot length].
    fold (signs v) (signs x). rewrite S_INR. destruct (bool_dec b e) as [<- | differ].
    - assert (sign b * sign b = 1) by (destruct b; simpl; ring). split; [lra | split].
      + intros differ. assert (v <> x) by congruence. specialize (apart ltac:(assumption)). lra.
      + intros E. injection E as E. specialize (same E). lra.
    - assert (sign b * sign e = -1) by (destruct b, e; simpl; congruence || ring). split; [lra | split; [lra|]].
      intros E. injection E as E _. contradiction. }
  destruct near as (_ & apart & same). destruct (list_eq_dec bool_dec v x) as [E | differ].
  - rewrite relu_nonneg; rewrite same by exact E; lra.
  - apply relu_nonpos. specialize (apart differ). lra.
Qed.

Lemma total_at {A : Type} (dec : forall a b : A, {a = b} + {a <> b}) (h : A -> R) l x : NoDup l ->
  total (map (fun v => h v * if dec v x then 1 else 0) l) = if in_dec dec x l then h x else 0.
Proof.
  induction l as [|a l IH]; intros distinct; [reflexivity|]. inversion_clear distinct.
  change (total (map ?g (a :: l))) with (g a + total (map g l)). rewrite IH by assumption.
  destruct (dec a x) as [-> | differ].
  - destruct (in_dec dec x l); [contradiction|]. destruct (in_dec dec x (x :: l)) as [_ | out]; [ring|].
    exfalso. apply out. now left.
  - destruct (in_dec dec x l) as [I | out], (in_dec dec x (a :: l)) as [I' | out']; try ring.
    + exfalso. apply out'. now right.
    + destruct I' as [E | I']; contradiction.
Qed.

Lemma circuit_of_vertices n f : has_circuit n (2 ^ n - 1) f.
Proof.
  pose proof (length_cube n) as size. pose proof (in_cube n) as members. pose proof (cube_distinct n) as distinct.
  destruct (cube n) as [|v0 l]; [pose proof (Nat.pow_nonzero 2 n); simpl in size; lia|].
  inversion_clear distinct as [|? ? out distinct']. simpl in size.
  apply (circuit_same n _ (fun x => total (map (fun v => (f v - f v0) *
    relu (gate_value (Gate (signs v) (1 - INR (length v))) (signs x))) l) + f v0)).
  - intros x long. unfold gate_value. cbn [weights bias].
    rewrite (total_ext _ (fun v => (f v - f v0) * if list_eq_dec bool_dec v x then 1 else 0)).
    + rewrite (total_at _ (fun v => f v - f v0)) by exact distinct'. apply members in long as [<- | I].
      * destruct in_dec; [contradiction | ring].
      * destruct in_dec; [ring | contradiction].
    + intros v I. rewrite vertex_gate; [reflexivity|]. rewrite long. apply members. now right.
  - replace (2 ^ n - 1)%nat with (list_sum (map (fun _ => 1%nat) l) + 0)%nat.
    + apply circuit_sum; [|apply circuit_constant]. apply circuits_sum. intros v I. apply circuit_gate.
      cbn [weights]. rewrite length_signs. apply members. now right.
    + rewrite <- size. clear. induction l; simpl in *; lia.
Qed.
