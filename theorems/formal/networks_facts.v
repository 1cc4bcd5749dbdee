(** Facts on ReLU networks: lengths, networks of one hidden layer, networks on the line, and how to build networks from
    others: one after another, and one beside another. *)

From Coq Require Import Reals List Lia Lra.
From Marginalia.formal Require Import vectors networks vectors_facts.
Import ListNotations.
Open Scope R_scope.

(** ** Points, lengths and layers *)

Lemma dot_app x y u v : length x = length u -> dot (x ++ y) (u ++ v) = dot x u + dot y v.
Proof.
  revert u; induction x as [|a x IH]; intros [|b u] H; simpl in *; try lia; [ring|].
  rewrite IH by lia. ring.
Qed.

Lemma relu_nonneg t : 0 <= t -> relu t = t.
Proof. apply Rmax_right. Qed.

Lemma relu_nonpos t : t <= 0 -> relu t = 0.
Proof. apply Rmax_left. Qed.

Lemma relu_split t : relu t - relu (- t) = t.
Proof. unfold relu, Rmax. destruct (Rle_dec 0 t), (Rle_dec 0 (- t)); lra. Qed.

Lemma relu_cases t : t <= 0 /\ relu t = 0 \/ 0 <= t /\ relu t = t.
Proof. unfold relu, Rmax. destruct (Rle_dec 0 t); lra. Qed.

Lemma relu_scale : forall c t, 0 <= c -> relu (c * t) = c * relu t.
Proof.
  intros c t Hc. destruct (Rle_lt_dec 0 t) as [H | H].
  - rewrite !relu_nonneg; [reflexivity | assumption | now apply Rmult_le_pos].
  - rewrite !relu_nonpos; [ring | lra |]. assert (0 <= c * - t) by (apply Rmult_le_pos; lra). lra.
Qed.

Lemma length_affine A x : length (affine A x) = length A.
Proof. apply map_length. Qed.

Lemma reads_app n A B : reads n A -> reads n B -> reads n (A ++ B).
Proof. intros HA HB. apply Forall_app. split; assumption. Qed.

Lemma reads_in n A g : reads n A -> In g A -> length (weights g) = n.
Proof. intros H. exact (proj1 (Forall_forall _ _) H g). Qed.

(** The number of the outputs of some layers that read n inputs. *)
Fixpoint last_width (n : nat) (layers : list layer) : nat :=
  match layers with
  | [] => n
  | A :: rest => last_width (length A) rest
  end.

Lemma length_activations n layers x : length x = n -> length (activations layers x) = last_width n layers.
Proof.
  revert n x; induction layers as [|A layers IH]; intros n x H; simpl; [exact H|].
  apply IH. rewrite map_length. apply length_affine.
Qed.

Lemma activations_app layers more x : activations (layers ++ more) x = activations more (activations layers x).
Proof. revert x; induction layers as [|A layers IH]; intros x; simpl; auto. Qed.

Lemma fits_reads n layers last : fits n layers last -> reads (last_width n layers) last.
Proof. revert n; induction layers as [|A layers IH]; intros n H; simpl in *; [exact H|]. apply IH, H. Qed.

Lemma length_evaluate n m N x : from_to n m N -> length (evaluate N x) = m.
Proof. intros [_ H]. unfold evaluate. rewrite length_affine. exact H. Qed.

Lemma length_computed N n m f x : computes N n m f -> length x = n -> length (f x) = m.
Proof. intros [HN Hf] Hx. rewrite <- Hf by exact Hx. exact (length_evaluate n m N x HN). Qed.

(** ** Networks with one hidden layer, and networks on the line *)

(** A network with one hidden layer and one output computes a weighted sum of rectified affine functions. *)
Lemma evaluate_one_layer A c b x :
  evaluate (Network [A] [Gate c b]) x = [dot c (map (fun g => relu (gate_value g x)) A) + b].
Proof. unfold evaluate. simpl. unfold affine, gate_value. simpl. rewrite map_map. reflexivity. Qed.

Lemma from_to_one_layer n A c b :
  A <> [] -> reads n A -> length c = length A -> from_to n 1 (Network [A] [Gate c b]).
Proof.
  intros HA Hr Hc. repeat split; simpl; auto. constructor; [exact Hc|constructor].
Qed.

Lemma gate_value_on_line w b x : gate_value (Gate [w] b) [x] = w * x + b.
Proof. unfold gate_value. simpl. ring. Qed.

Lemma computes_on_line_number N f : computes_on_line N f <-> computes_number N 1 (fun x => f (hd 0 x)).
Proof.
  split; intros [HN Hf]; split; try exact HN.
  - intros [|t [|u x]] Hx; simpl in Hx; try lia. exact (Hf t).
  - intros t. exact (Hf [t] eq_refl).
Qed.

(** ** Numbers of gates *)

Lemma total_successors ws : total (map (fun w => INR (S w)) ws) = INR (list_sum ws) + INR (length ws).
Proof.
  induction ws as [|w ws IH]; cbn [map total fold_right length]; [simpl; ring|].
  fold (total (map (fun w => INR (S w)) ws)). rewrite IH. change (list_sum (w :: ws)) with (w + list_sum ws)%nat.
  rewrite plus_INR, !S_INR. ring.
Qed.

Lemma product_successors ws : product (map (fun w => INR (S w)) ws) = INR (list_product (map S ws)).
Proof.
  induction ws as [|w ws IH]; [reflexivity|]. cbn [map]. unfold product, list_product in *. cbn [fold_right].
  now rewrite IH, mult_INR.
Qed.

(** ** Linear layers *)

Definition linear (rows : list point) : layer := map (fun r => Gate r 0) rows.

Lemma affine_linear rows x : affine (linear rows) x = map (fun r => dot r x) rows.
Proof.
  unfold affine, linear. rewrite map_map. apply map_ext. intros r. unfold gate_value. simpl. ring.
Qed.

Lemma reads_linear n rows : Forall (fun r => length r = n) rows -> reads n (linear rows).
Proof. intros H. apply Forall_map. exact H. Qed.

Lemma length_linear rows : length (linear rows) = length rows.
Proof. apply map_length. Qed.

(** The rows of the unit matrix. *)
Fixpoint identity (n : nat) : list point :=
  match n with
  | O => []
  | S n' => (1 :: origin n') :: map (cons 0) (identity n')
  end.

Lemma length_identity n : length (identity n) = n.
Proof. induction n as [|n IH]; simpl; [reflexivity|]. f_equal. exact (eq_trans (map_length _ _) IH). Qed.

Lemma identity_rows n : Forall (fun r => length r = n) (identity n).
Proof.
  induction n as [|n IH]; simpl; constructor.
  - simpl. rewrite length_origin. reflexivity.
  - apply Forall_map. eapply Forall_impl; [|exact IH]. simpl. intros r Hr. rewrite Hr. reflexivity.
Qed.

Lemma dot_identity n x : length x = n -> map (fun r => dot r x) (identity n) = x.
Proof.
  revert x; induction n as [|n IH]; intros [|a x] H; simpl in *; try lia; [reflexivity|].
  f_equal.
  - rewrite dot_origin_l. ring.
  - rewrite map_map. transitivity (map (fun r => dot r x) (identity n)); [|apply IH; lia].
    apply map_ext. intros r. simpl. ring.
Qed.

(** A network without hidden layers computes the affine map of its output layer. *)
Lemma evaluate_affine A x : evaluate (Network [] A) x = affine A x.
Proof. reflexivity. Qed.

Lemma from_to_affine n A : reads n A -> from_to n (length A) (Network [] A).
Proof. intros H. split; [exact H|reflexivity]. Qed.

(** ** One network after another *)

(** The weighted sum of the gates of A, which read n inputs each. *)
Fixpoint blended (n : nat) (w : list R) (A : layer) : gate :=
  match w, A with
  | c :: w', g :: A' =>
      Gate (add (scale c (weights g)) (weights (blended n w' A'))) (c * bias g + bias (blended n w' A'))
  | _, _ => Gate (origin n) 0
  end.

Lemma length_blended n w A : reads n A -> length (weights (blended n w A)) = n.
Proof.
  revert A; induction w as [|c w IH]; intros [|g A] H; simpl; try apply length_origin.
  inversion H; subst. apply length_add; [apply length_scale|apply IH]; auto.
Qed.

Lemma gate_value_blended n w A x : reads n A -> gate_value (blended n w A) x = dot w (affine A x).
Proof.
  revert A; induction w as [|c w IH]; intros [|g A] H; simpl; unfold gate_value; simpl;
    try (rewrite dot_origin_l; ring).
  inversion H as [|g' A' Hg HA]; subst.
  rewrite dot_add_l, dot_scale_l.
  - rewrite <- (IH A HA). unfold gate_value. ring.
  - rewrite length_blended by exact HA. apply length_scale; reflexivity.
Qed.

(** The affine map B after the affine map A, which reads n inputs. *)
Definition after (n : nat) (B A : layer) : layer :=
  map (fun g => Gate (weights (blended n (weights g) A)) (bias (blended n (weights g) A) + bias g)) B.

Lemma affine_after n B A x : reads n A -> affine (after n B A) x = affine B (affine A x).
Proof.
  intros H. unfold after. unfold affine at 1 2. rewrite map_map. apply map_ext. intros g. unfold gate_value at 1 2.
  simpl. rewrite <- (gate_value_blended n _ A x H). unfold gate_value. ring.
Qed.

Lemma reads_after n B A : reads n A -> reads n (after n B A).
Proof. intros H. apply Forall_map, Forall_forall. intros g _. simpl. apply length_blended, H. Qed.

Lemma length_after n B A : length (after n B A) = length B.
Proof. apply map_length. Qed.

(** The network M after the network N, which reads n inputs: the output layer of N and the first layer of M make one. *)
Definition compose (n : nat) (M N : network) : network :=
  match hidden M with
  | [] => Network (hidden N) (after (last_width n (hidden N)) (output M) (output N))
  | B :: rest => Network (hidden N ++ after (last_width n (hidden N)) B (output N) :: rest) (output M)
  end.

Lemma fits_app n layers more last A :
  fits n layers A -> fits (last_width n layers) more last -> fits n (layers ++ more) last.
Proof.
  revert n; induction layers as [|B layers IH]; intros n H1 H2; simpl in *; [exact H2|].
  destruct H1 as (HB & HB' & H1). repeat split; try assumption. exact (IH _ H1 H2).
Qed.

Lemma from_to_compose d m n M N : from_to d m N -> from_to m n M -> from_to d n (compose d M N).
Proof.
  intros [HN HmN] [HM HnM]. unfold compose.
  assert (HrN := fits_reads _ _ _ HN).
  destruct (hidden M) as [|B rest] eqn:HM'.
  - split; simpl; [|rewrite length_after; exact HnM].
    pose proof (fun last => fits_app d (hidden N) [] last (output N) HN) as H. rewrite app_nil_r in H.
    apply H. simpl. apply reads_after, HrN.
  - split; simpl; [|exact HnM]. apply (fits_app _ _ _ _ (output N) HN). simpl in *.
    destruct HM as (HB & HB' & HM). rewrite length_after. repeat split; try assumption.
    + apply reads_after, HrN.
    + intros E. apply HB'. apply length_zero_iff_nil. rewrite <- (length_after (last_width d (hidden N)) B (output N)).
      rewrite E. reflexivity.
Qed.

Lemma evaluate_compose d m M N x : from_to d m N -> evaluate (compose d M N) x = evaluate M (evaluate N x).
Proof.
  intros [HN _]. assert (HrN := fits_reads _ _ _ HN). unfold compose, evaluate.
  destruct (hidden M) as [|B rest]; simpl.
  - apply affine_after, HrN.
  - rewrite activations_app. simpl. rewrite affine_after by exact HrN. reflexivity.
Qed.

Lemma layers_compose d M N : length (hidden (compose d M N)) = (length (hidden M) + length (hidden N))%nat.
Proof.
  unfold compose. destruct (hidden M) as [|B rest]; simpl; [reflexivity|]. rewrite app_length. simpl. lia.
Qed.

Lemma list_sum_app_cons a b c : list_sum (a ++ b :: c) = (list_sum a + b + list_sum c)%nat.
Proof. rewrite list_sum_app. simpl. lia. Qed.

Lemma size_compose d M N : size (compose d M N) = (size M + size N)%nat.
Proof.
  unfold compose, size, widths. destruct (hidden M) as [|B rest]; simpl; [reflexivity|].
  rewrite map_app. simpl. rewrite list_sum_app_cons, length_after. unfold layer. lia.
Qed.

(** If N computes f and M computes g, then M after N computes g o f. *)
Lemma computes_compose d m n M N f g :
  computes N d m f -> computes M m n g -> computes (compose d M N) d n (fun x => g (f x)).
Proof.
  intros HN HM. split.
  - exact (from_to_compose d m n M N (proj1 HN) (proj1 HM)).
  - intros x Hx. rewrite (evaluate_compose d m) by exact (proj1 HN).
    rewrite (proj2 HN x Hx). apply (proj2 HM). exact (length_computed N d m f x HN Hx).
Qed.

(** ** One network beside another *)

(** The layers A and B side by side, which read p and q inputs. *)
Definition beside_layer (p q : nat) (A B : layer) : layer :=
  map (fun g => Gate (weights g ++ origin q) (bias g)) A ++ map (fun g => Gate (origin p ++ weights g) (bias g)) B.

Lemma affine_beside_layer p q A B x y :
  reads p A -> length x = p -> affine (beside_layer p q A B) (x ++ y) = affine A x ++ affine B y.
Proof.
  intros HA Hx. unfold beside_layer, affine. rewrite map_app, !map_map. f_equal.
  - apply map_ext_in. intros g Hg. unfold gate_value. simpl. rewrite dot_app, dot_origin_l; [ring|].
    pose proof (proj1 (Forall_forall _ _) HA g Hg) as H. simpl in H. congruence.
  - apply map_ext. intros g. unfold gate_value. simpl. rewrite dot_app, dot_origin_l; [ring|].
    rewrite length_origin, Hx. reflexivity.
Qed.

Lemma reads_beside_layer p q A B : reads p A -> reads q B -> reads (p + q) (beside_layer p q A B).
Proof.
  intros HA HB. apply reads_app; apply Forall_map; (eapply Forall_impl; [|eassumption]); simpl; intros g Hg;
    rewrite app_length, Hg, length_origin; reflexivity.
Qed.

Lemma length_beside_layer p q A B : length (beside_layer p q A B) = (length A + length B)%nat.
Proof. unfold beside_layer. rewrite app_length, !map_length. reflexivity. Qed.

(** Layers side by side, as many of the one kind as of the other. *)
Fixpoint beside_layers (p q : nat) (layers more : list layer) : list layer :=
  match layers, more with
  | A :: layers', B :: more' => beside_layer p q A B :: beside_layers (length A) (length B) layers' more'
  | _, _ => []
  end.

Definition beside (p q : nat) (M N : network) : network :=
  Network (beside_layers p q (hidden M) (hidden N))
    (beside_layer (last_width p (hidden M)) (last_width q (hidden N)) (output M) (output N)).

Lemma fits_beside p q layers more last last' : length layers = length more ->
  fits p layers last -> fits q more last' ->
  fits (p + q) (beside_layers p q layers more)
    (beside_layer (last_width p layers) (last_width q more) last last').
Proof.
  revert p q more; induction layers as [|A layers IH]; intros p q [|B more] H H1 H2; simpl in *; try lia.
  - apply reads_beside_layer; assumption.
  - destruct H1 as (HA & HA' & H1), H2 as (HB & HB' & H2). repeat split.
    + apply reads_beside_layer; assumption.
    + intros E. apply HA', length_zero_iff_nil. apply (f_equal (@length gate)) in E.
      rewrite length_beside_layer in E. simpl in E. lia.
    + rewrite length_beside_layer. apply IH; [lia|assumption|assumption].
Qed.

Lemma activations_beside p q layers more last last' x y : length layers = length more ->
  fits p layers last -> fits q more last' -> length x = p ->
  activations (beside_layers p q layers more) (x ++ y) = activations layers x ++ activations more y.
Proof.
  revert p q more x y; induction layers as [|A layers IH]; intros p q [|B more] x y H H1 H2 Hx; simpl in *; try lia.
  - reflexivity.
  - destruct H1 as (HA & _ & H1), H2 as (HB & _ & H2).
    rewrite affine_beside_layer, map_app by assumption. apply IH; try assumption; try lia.
    rewrite map_length. apply length_affine.
Qed.

Lemma from_to_beside p q m n M N : length (hidden M) = length (hidden N) -> from_to p m M -> from_to q n N ->
  from_to (p + q) (m + n) (beside p q M N).
Proof.
  intros H [HM HmM] [HN HnN]. split; simpl.
  - apply fits_beside; assumption.
  - rewrite length_beside_layer, HmM, HnN. reflexivity.
Qed.

Lemma evaluate_beside p q m n M N x y : length (hidden M) = length (hidden N) -> from_to p m M -> from_to q n N ->
  length x = p -> evaluate (beside p q M N) (x ++ y) = evaluate M x ++ evaluate N y.
Proof.
  intros H [HM _] [HN _] Hx. unfold evaluate. simpl.
  rewrite (activations_beside p q _ _ (output M) (output N)) by assumption.
  apply affine_beside_layer; [exact (fits_reads _ _ _ HM)|]. apply length_activations, Hx.
Qed.

Lemma layers_beside p q M N : length (hidden M) = length (hidden N) ->
  length (hidden (beside p q M N)) = length (hidden M).
Proof.
  unfold beside. simpl. generalize (hidden N). generalize (hidden M).
  intros layers more. revert p q more; induction layers as [|A layers IH]; intros p q [|B more] H; simpl in *;
    try lia. rewrite IH; lia.
Qed.

Lemma size_beside p q M N : length (hidden M) = length (hidden N) -> size (beside p q M N) = (size M + size N)%nat.
Proof.
  unfold size, widths, beside. simpl. generalize (hidden N). generalize (hidden M).
  intros layers more. revert p q more; induction layers as [|A layers IH]; intros p q [|B more] H; simpl in *;
    try lia. rewrite IH, length_beside_layer; lia.
Qed.

(** ** Two networks with the same inputs *)

Definition doubled (n : nat) : network := Network [] (linear (identity n ++ identity n)).

Lemma computes_doubled n : computes (doubled n) n (n + n) (fun x => x ++ x).
Proof.
  split.
  - split; simpl.
    + apply reads_linear, Forall_app. split; apply identity_rows.
    + rewrite length_linear, app_length, length_identity. reflexivity.
  - intros x Hx. unfold doubled. rewrite evaluate_affine, affine_linear, map_app, dot_identity by exact Hx. reflexivity.
Qed.

(** The networks M and N with the same n inputs, the outputs of M before those of N. *)
Definition joined (n : nat) (M N : network) : network := compose n (beside n n M N) (doubled n).

Lemma computes_joined n m l M N f g : length (hidden M) = length (hidden N) ->
  computes M n m f -> computes N n l g -> computes (joined n M N) n (m + l) (fun x => f x ++ g x).
Proof.
  intros H HM HN.
  pose proof (computes_doubled n) as HD. split.
  - apply (from_to_compose n (n + n)); [exact (proj1 HD)|].
    apply from_to_beside; [exact H|exact (proj1 HM)|exact (proj1 HN)].
  - intros x Hx. unfold joined. rewrite (evaluate_compose n (n + n)) by exact (proj1 HD).
    rewrite (proj2 HD x Hx). rewrite (evaluate_beside n n m l); [|exact H|apply HM|apply HN|exact Hx].
    rewrite (proj2 HM x Hx), (proj2 HN x Hx). reflexivity.
Qed.

Lemma layers_joined n M N : length (hidden M) = length (hidden N) ->
  length (hidden (joined n M N)) = length (hidden M).
Proof. intros H. unfold joined. rewrite layers_compose, layers_beside by exact H. simpl. lia. Qed.

Lemma size_joined n M N : length (hidden M) = length (hidden N) -> size (joined n M N) = (size M + size N)%nat.
Proof. intros H. unfold joined. rewrite size_compose, size_beside by exact H. unfold size at 3. simpl. lia. Qed.

(** ** Numbers handed on *)

(** One hidden layer of 2 n gates that hands n numbers on: t = max(0, t) - max(0, -t). *)
Definition identity_network (n : nat) : network :=
  Network [linear (identity n ++ map (scale (-1)) (identity n))]
    (linear (map (fun r => r ++ scale (-1) r) (identity n))).

Lemma computes_identity n : (1 <= n)%nat -> computes (identity_network n) n n (fun x => x).
Proof.
  intros Hn. pose proof (identity_rows n) as Hr. split; [split; simpl|].
  - rewrite length_linear, app_length, map_length, length_identity. repeat split.
    + apply reads_linear, Forall_app. split; [exact Hr|]. apply Forall_map.
      eapply Forall_impl; [|exact Hr]. simpl. intros r. apply length_scale.
    + destruct n; [lia|discriminate].
    + apply reads_linear, Forall_map. eapply Forall_impl; [|exact Hr]. simpl. intros r H.
      rewrite app_length, (length_scale n) by exact H. lia.
  - rewrite length_linear, map_length. apply length_identity.
  - intros x Hx. unfold identity_network, evaluate. simpl. rewrite !affine_linear, map_app, !map_map.
    rewrite (map_ext (fun r => dot (scale (-1) r) x) (fun r => - dot r x)).
    2: { intros r. rewrite dot_scale_l. ring. }
    rewrite <- (map_map (fun r => dot r x) Ropp), dot_identity, map_app, map_map by exact Hx.
    rewrite (map_ext_in _ (fun r => dot r (sub (map relu x) (map (fun t => relu (- t)) x)))).
    + rewrite dot_identity; [|apply length_sub; rewrite map_length; exact Hx].
      clear Hx Hr. induction x as [|t x IH]; [reflexivity|].
      change (relu t + -1 * relu (- t) :: sub (map relu x) (map (fun t => relu (- t)) x) = t :: x).
      rewrite IH. f_equal. pose proof (relu_split t). lra.
    + intros r H. pose proof (proj1 (Forall_forall _ _) Hr r H) as Hr'. simpl in Hr'.
      rewrite dot_app, dot_scale_l, dot_sub_r; [ring| |]; rewrite !map_length; congruence.
Qed.

Lemma size_identity n : size (identity_network n) = (2 * n)%nat.
Proof.
  unfold size, widths. simpl. rewrite length_linear, app_length, map_length, length_identity. lia.
Qed.

(** ** Widths, depth and size *)

Lemma depth_widths N : depth N = S (length (widths N)).
Proof. unfold depth, widths. now rewrite map_length. Qed.

Lemma widths_positive : forall layers n last, fits n layers last ->
  forall w, In w (map (@length gate) layers) -> (1 <= w)%nat.
Proof.
  induction layers as [|A layers IH]; intros n last H w [].
  - destruct H as (_ & Hne & _). destruct A; [easy|]. simpl in *. lia.
  - destruct H as (_ & _ & H). now apply (IH _ _ H).
Qed.

Lemma computes_same N f g : (forall x, f x = g x) -> computes_on_line N f -> computes_on_line N g.
Proof. intros same [fits values]. split; [exact fits|]. intros x. now rewrite values, same. Qed.

(** A network with a hidden layer has a unit. *)
Lemma size_positive N f k : computes_on_line N f -> (1 <= k)%nat -> depth N = (k + 1)%nat -> (1 <= size N)%nat.
Proof.
  intros [[fit _] _] some deep. pose proof (widths_positive _ _ _ fit) as positive. unfold depth, size, widths in *.
  destruct (hidden N) as [|A layers]; cbn [length map] in *; [lia|].
  change (list_sum (?n :: ?ns)) with (n + list_sum ns)%nat. specialize (positive _ (or_introl eq_refl)). lia.
Qed.

(** A network of one unit: c max(0, w x + b). *)
Lemma one_unit w b c f : (forall x, f x = c * relu (w * x + b)) ->
  exists N, computes_on_line N f /\ depth N = 2%nat /\ size N = 1%nat.
Proof.
  intros same. exists (Network [[Gate [w] b]] [Gate [c] 0]). split; [|now split].
  split; [now apply from_to_one_layer; repeat constructor|].
  intros x. rewrite evaluate_one_layer. simpl. rewrite gate_value_on_line, same. f_equal. ring.
Qed.

Lemma widths_compose d M N : widths (compose d M N) = widths N ++ widths M.
Proof.
  unfold compose, widths. destruct (hidden M) as [|B rest]; simpl; [now rewrite app_nil_r|].
  rewrite map_app. simpl. now rewrite length_after.
Qed.
