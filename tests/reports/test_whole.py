"""Whole certificates for Coq: how goals are read, and that Coq refuses what is put together wrong."""

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from certs.checker import Replay, Sequent, canonical
from certs.rules import RULES
from certs.rules.lemma import ENTRIES, Build
from reports import coq, whole
from reports.cli import app
from reports.coq import replayed
from reports.embedding import Embedding
from reports.lemmas import NoCounterpart
from theorems import assistant

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "certs"))  # its tests share ``craft``
from craft import Bench, Draft  # noqa: E402

STORE = ROOT / "certs" / "store"
with_coq = pytest.mark.skipif(assistant.coq() is None, reason=f"Coq is not installed: {assistant.INSTALL}")

GOALS = {
    "(forall x (=> (< 0 x) (< 1 (exp x))))": "forall x0 : R, 0 < x0 -> 1 < exp x0",
    "(forall n (exists i (= (+ n i) 0)))": "forall n0 : R, is_int n0 -> exists n1 : R, is_int n1 /\\ n0 + n1 = 0",
    "(forall N (<= (N 1) (N 2)))":
        "forall f0 : R -> R, (forall a0 : R, is_int a0 -> is_int (f0 a0)) -> f0 1 <= f0 2",
    "(forall f (exists a (= (f (a 1)) 0)))": "forall f0 : R -> R, exists f1 : R -> R, f0 (f1 1) = 0",
    "(forall n (=> (<= 0 n) (= (sum 1 n (lam i (^ i 2))) (floor (/ n 3)))))":
        "forall n0 : R, is_int n0 -> 0 <= n0 -> sum_over 1 n0 (fun n1 : R => rpow n1 2) = rfloor (n0 / 3)",
    "(forall u (or (not (= (dot u u) 0)) (= u (- u u))))":
        "forall v0 : V, ~ inner v0 v0 = 0 \\/ v0 = sub v0 v0",
    "(forall r (= (sum 1 2 r) (* 1/2 (neg (r 1)))))":
        "forall f0 : R -> V, vector_sum 1 2 f0 = scale (1 / 2) (opp (f0 1))",
    "(and (=> P Q) (= (if P -3 (neg 3)) (binomial 4 2)))":
        "(P' -> Q') /\\ ite P' (-3) (Ropp 3) = rbinomial 4 2",
    "(= (- 1 (- 2 (* 3 (+ 4 5)))) (neg (max 1 (abs (- x y)))))":
        "1 - (2 - 3 * (4 + 5)) = - Rmax 1 (Rabs (x' - y'))",
    "(deriv (lam x (log x)) 2 1/2)": "derivable_pt_lim (fun x0 : R => ln x0) 2 (1 / 2)",
}  # fmt: skip


def read(text):
    """A term as Coq writes it."""
    bench = Bench()
    return Embedding(bench.replay.terms).formula(bench.term(text))


def squares():
    """A certificate by induction, with a definition, an eigenvariable, a witness and a discharged hypothesis: for
    every integer n >= 0 there is an integer i >= n with i * i >= n."""
    d = Draft()
    d.define("Above", "n i", "(and (<= n i) (<= n (* i i)))")
    some = "(exists i (Above n i))"
    d.step("compute", terms=["(and (<= 0 0) (<= 0 (* 0 0)))"])
    d.step("definition", [0], ["(Above 0 0)"])
    base = d.step("exists_intro", [1], ["(exists i (Above 0 i))", "0"])
    d.step("assume", terms=["(<= 0 n)"])
    given = d.step("assume", terms=[some])
    d.step("assume", terms=["(Above n j)"])
    d.step("definition", [5], ["(and (<= n j) (<= n (* j j)))"])
    first, second = (d.step("and_elim", [6], data=k) for k in (0, 1))
    d.step("positivstellensatz", [first], ["(<= (+ n 1) (+ j 1))"], [[[["1", [0], -1], ["1", [1], -1]], []]])
    witness = [[["2", [0], -1], ["2", [1], -1], ["1", [2], -1], ["1", [3], -1]], []]
    d.step("positivstellensatz", [3, first, second], ["(<= (+ n 1) (* (+ j 1) (+ j 1)))"], [witness])
    d.step("and_intro", [9, 10])
    d.step("definition", [11], ["(Above (+ n 1) (+ j 1))"])
    d.step("exists_intro", [12], ["(exists i (Above (+ n 1) i))", "(+ j 1)"])
    d.step("exists_elim", [given, 13], ["j"])
    d.step("implies_intro", [14], [some])
    d.step("implies_intro", [15], ["(<= 0 n)"])
    step = d.step("forall_intro", [16], ["n"])
    d.step("induction", [base, step], [f"(lam n {some})", "0"])
    satisfiable = d.step("compute", terms=["(<= 0 0)"])
    d.step("exists_intro", [satisfiable], ["(exists n (<= 0 n))", "0"])
    return d.document(f"(forall n (=> (<= 0 n) {some}))", 18, satisfiable=20)


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """The library, compiled once for this module."""
    return coq.library(tmp_path_factory.mktemp("whole"), whole.FACTS, 2)


def complaint(build, document):
    """What Coq says against a certificate, and the step that it names."""
    translated = whole.translate(document)
    said, step, _ = whole.checked(build, "test", translated, translated.text())
    return said, step


# --- without Coq ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("goal", GOALS)
def test_a_goal_reads_as_a_reader_expects(goal):
    assert read(goal) == GOALS[goal]


def test_terms_that_are_equal_up_to_bound_names_read_alike():
    assert read("(forall x (exists y (< x y)))") == read("(forall y (exists z (< y z)))")


def test_variables_of_one_name_and_different_sorts_stay_apart():
    t = Bench().replay.terms
    text = Embedding(t).formula(t.make("=", t.var("x", "int"), t.var("x", "real")))
    assert text == "x' = x'2"


def test_integers_come_with_proofs_along_the_term():
    bench = Bench()
    e = Embedding(bench.replay.terms)
    product, value = "(int_mult 2 n' (int_num (2)) g_n')", "(g_N' (rfloor x') (int_floor x'))"
    assert e.proof(bench.term("(+ (* 2 n) (N (floor x)))")) == f"(int_plus (2 * n') (N' (rfloor x')) {product} {value})"
    every = "(fun (n0 : R) (g_n0 : is_int n0) => g_n0)"
    assert e.proof(bench.term("(sum 1 n (lam i i))")) == f"(int_sum 1 n' (fun n0 : R => n0) {every})"


def test_the_theorem_is_the_goal_and_the_two_sequents_beside_it():
    text = whole.translate(squares()).text().splitlines()
    stated = [line.partition(". Proof.")[0] for line in text if line.startswith("Theorem")]
    assert stated == [
        "Theorem goal : forall n0 : R, is_int n0 -> 0 <= n0 -> exists n1 : R, is_int n1 /\\ d_Above n0 n1",
        "Theorem satisfiable : exists n0 : R, is_int n0 /\\ 0 <= n0",
    ]
    assert "Definition d_Above (n' : R) (i' : R) : Prop := n' <= i' /\\ n' <= i' * i'." in text


def test_a_negation_is_the_theorem_of_what_fails():
    d = Draft()
    d.step("compute", terms=["(not (= 1 2))"])
    assert "Theorem goal : ~ 1 = 2." in whole.translate(d.document("(= 1 2)", verdict="fails")).text()


def test_what_nothing_proves_is_told():
    document = squares()
    document["proves"]["satisfiable"] = None
    with pytest.raises(NoCounterpart, match="satisfiable"):
        whole.translate(document).text()


def test_an_object_has_no_answer(tmp_path):
    path = tmp_path / "object.json"
    path.write_bytes(b'{"format":"marginalia-object/1"}\n')
    assert whole.ask(None, path) is None


def test_every_rule_of_the_checker_can_be_written():
    assert [rule for rule in RULES if rule != "assume" and not hasattr(whole.Whole, f"_{rule}")] == []


def test_the_table_counts():
    answers = [whole.Answer(Path("a"), steps=7, axioms=["c"], seconds=1.5), whole.Answer(Path("b"), "no", seconds=3)]
    assert whole.table(answers).splitlines() == [
        "2 certificates, 2 translated, 1 accepted by Coq (7 steps)", "1 of them lean on the axiom of choice",
        "0 of them assume numbers of vertices", "4 seconds of processor time, 2.2 for half of them, 3 for the longest",
    ]  # fmt: skip


@with_coq
def test_the_command_names_what_coq_does_not_accept(monkeypatch, tmp_path):
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    for path in (bad, good):
        path.write_text("{}")
    answers = {bad: whole.Answer(bad, "no", step=3), good: whole.Answer(good)}
    monkeypatch.setattr(whole, "recheck", lambda paths, processes: [answers[path] for path in paths])
    said = CliRunner().invoke(app, ["recheck", "--whole", str(good)])
    assert said.exit_code == 0 and said.output == whole.table([answers[good]]) + "\n"
    said = CliRunner().invoke(app, ["recheck", "--whole", str(bad), str(good)])
    assert said.exit_code == 1 and f"Coq does not accept step 3 of {bad}: no" in said.output


# --- with Coq ------------------------------------------------------------------------------------------------


@with_coq
def test_coq_accepts_a_certificate(build):
    assert complaint(build, squares()) == ("", None)


@with_coq
def test_a_certificate_may_have_any_name(build, tmp_path):
    path = tmp_path / "2 squares-and more.json"
    path.write_bytes(canonical(squares()))
    assert whole.ask(build, path).complaint == ""


@with_coq
def test_coq_differentiates_as_the_rule_does(build, monkeypatch):
    curve = "(lam x (+ (dot (* x u) (- (* (^ x 3) v) u)) (sqrt (* 2 x))))"
    slope = "(+ (- (* 4 (* (^ x 3) (dot u v))) (dot u u)) (/ 2 (* 2 (sqrt (* 2 x)))))"
    d = Draft()
    d.step("assume", terms=["(< 0 (* 2 x))"])
    d.step("derivative", [0], [curve, "x", slope])
    d.step("implies_intro", [1], ["(< 0 (* 2 x))"])
    for n, variable in enumerate("xvu"):
        d.step("forall_intro", [2 + n], [variable])
    document = d.document(f"(forall u v x (=> (< 0 (* 2 x)) (deriv {curve} x {slope})))")
    goal = document["goal"]["formula"]  # that it is defined and satisfiable is not what is tried here
    monkeypatch.setattr(whole.Whole, "_sequents", lambda self: {"goal": (self.table[goal], 5)})
    assert complaint(build, document) == ("", None)


@with_coq
def test_coq_proves_every_entry_of_the_table_as_the_rule_concludes_it(build, monkeypatch):
    k, steps = Replay(), []

    def step(rule, premises, terms, data=None):
        steps.append([rule, premises, terms, data])
        return k.step(rule, premises, terms, data)

    for name, (sorts, entry) in ENTRIES.items():
        for values in ("real", "V") if any("any" in sort for sort in sorts) else ("real",):
            arguments = [k.terms.var(f"x{n}", sort.replace("any", values)) for n, sort in enumerate(sorts)]
            premises = [step("assume", [], [wanted]) for wanted in entry(Build(k.terms), *arguments)[0]]
            step("lemma", premises, arguments, name)
    step("truth", [], [])
    true = k.terms.make("true")
    monkeypatch.setattr(whole.Whole, "needed", lambda self: list(range(len(steps))))
    monkeypatch.setattr(whole.Whole, "_sequents", lambda self: {"goal": (true, len(steps) - 1)})
    written = whole.Whole({"steps": steps}, k, list(range(len(k.terms.nodes))))
    assert whole.checked(build, "table", written, written.text())[0] == ""


def sabotage(monkeypatch, name, rule):
    """Replace a rule of the checker."""
    monkeypatch.setitem(RULES, name, (RULES[name][0], rule))


def lost_hypothesis(monkeypatch):
    """A rule forgets a hypothesis: 0 = 1 is proved from itself."""
    sabotage(monkeypatch, "definition", lambda k, p, t, data: Sequent(frozenset(), t[0]))
    d = Draft()
    d.step("assume", terms=["(= 0 1)"])
    d.step("definition", [0], ["(= 0 1)"])
    return d.document("(= 0 1)"), 1


def eigenvariable(monkeypatch):
    """A variable of a hypothesis is generalized: what holds of one number holds of all."""

    def generalize(k, p, t, data):
        return Sequent(p[0].hypotheses, k.terms.bind("forall", t[0], p[0].conclusion))

    sabotage(monkeypatch, "forall_intro", generalize)
    d = Draft()
    d.step("assume", terms=["(= x 0)"])
    d.step("forall_intro", [0], ["x"])
    d.step("implies_intro", [1], ["(= x 0)"])
    d.step("forall_intro", [2], ["x"])
    d.step("ring", terms=["0", "0"])
    d.step("exists_intro", [4], ["(exists x (= x 0))", "0"])
    return d.document("(forall x (=> (= x 0) (forall y (= y 0))))", 3, satisfiable=5), 1


def escaping_witness(monkeypatch):
    """The variable of a witness is left in the conclusion."""
    sabotage(monkeypatch, "exists_elim", lambda k, p, t, data: Sequent(p[0].hypotheses, p[1].conclusion))
    d = Draft()
    d.step("ring", terms=["0", "0"])
    d.step("exists_intro", [0], ["(exists x (= x 0))", "0"])
    d.step("assume", terms=["(= y 0)"])
    d.step("exists_elim", [1, 2], ["y"])
    d.step("forall_intro", [3], ["y"])
    return d.document("(forall y (= y 0))"), 3


def witness(monkeypatch):
    """A witness is not what the premise is about."""
    sabotage(monkeypatch, "exists_intro", lambda k, p, t, data: Sequent(p[0].hypotheses, t[0]))
    d = Draft()
    d.step("ring", terms=["(+ 1 1)", "2"])
    d.step("exists_intro", [0], ["(exists x (= (+ x 1) x))", "1"])
    return d.document("(exists x (= (+ x 1) x))"), 1


def other_sort(monkeypatch):
    """A variable for integers is replaced by a fraction."""

    def instantiate(k, p, t, data):
        return Sequent(p[0].hypotheses, k.terms.open(k.terms.nodes[p[0].conclusion][2], t[0]))

    sabotage(monkeypatch, "forall_elim", instantiate)
    d = Draft()
    d.step("assume", terms=["(< 0 n)"])
    d.step("lemma", [0], ["0", "n"], "int_less")
    d.step("implies_intro", [1], ["(< 0 n)"])
    d.step("forall_intro", [2], ["n"])
    d.step("forall_elim", [3], ["1/2"])
    d.step("compute", terms=["(< 0 1/2)"])
    return d.document("(=> (< 0 1/2) (<= (+ 0 1) 1/2))", 4, satisfiable=5), 4


def other_goal(monkeypatch):
    """The step that is named does not prove the goal."""
    d = Draft()
    d.step("ring", terms=["(+ 1 1)", "2"])
    return d.document("(= (+ 1 1) 3)"), 0


def definition(monkeypatch):
    """A definition is taken for another formula."""
    sabotage(monkeypatch, "definition", lambda k, p, t, data: Sequent(p[0].hypotheses, t[0]))
    d = Draft()
    d.define("Positive", "x", "(< 0 x)")
    d.step("compute", terms=["(<= 0 0)"])
    d.step("definition", [0], ["(Positive 0)"])
    return d.document("(Positive 0)"), 1


def dropped_case(monkeypatch):
    """Cases discharge a hypothesis that is not among them."""
    sabotage(monkeypatch, "cases", lambda k, p, t, data: Sequent(frozenset(), p[1].conclusion))
    d = Draft()
    d.step("excluded_middle", terms=["(= 1 1)"])
    d.step("assume", terms=["(= 0 1)"])
    d.step("cases", [0, 1, 1])
    return d.document("(= 0 1)"), 2


WRONG = (lost_hypothesis, eigenvariable, escaping_witness, witness, other_sort, other_goal, definition, dropped_case)


@with_coq
@pytest.mark.parametrize("wrong", WRONG, ids=lambda f: f.__name__)
def test_coq_refuses_what_is_put_together_wrong(build, wrong, monkeypatch):
    document, step = wrong(monkeypatch)
    replayed(document)  # the sabotaged rules accept it
    said, place = complaint(build, document)
    assert said and place == step


@with_coq
def test_the_axiom_of_choice_and_numbers_of_vertices_are_told(build):
    d = Draft(f="int->int")
    d.step("ring", terms=["(+ n 1)", "(+ 1 n)"])
    d.step("exists_intro", [0], ["(exists m (= m (+ 1 n)))", "(+ n 1)"])
    d.step("forall_intro", [1], ["n"])
    d.step("choice", [2], ["f"])
    choice = d.document("(exists f (forall n (= (f n) (+ 1 n))))")
    d = Draft()
    d.step("compute", terms=["(= (vertices 1 1 (lam i (lam j 1))) 2)"])
    d.step("compute", terms=["(and (<= 1 1) (<= 0 1))"])
    vertices = d.document("(= (vertices 1 1 (lam i (lam j 1))) 2)", 0, defined=1)
    answers = []
    for name, document in (("choice", choice), ("vertices", vertices)):
        translated = whole.translate(document)
        answers.append((whole.checked(build, name, translated, translated.text()), translated.counted))
    assert answers[0] == (("", None, sorted(whole.CHOICE)), [])
    assert answers[1] == (("", None, []), ["vertices 1 1 (fun n0 : R => fun n1 : R => 1) = 2"])


SMALL = ("proposition_2_3_9.against_the_family.printed", "section_2_a.flap_system.printed",
         "section_2_a.pwl_uniqueness.printed", "figure_2_2.pieces.printed.vertices")  # fmt: skip


@with_coq
@pytest.mark.slow
def test_coq_accepts_small_certificates_of_the_store(build):
    answers = [whole.ask(build, STORE / "mukherjee2020" / f"{name}.json") for name in SMALL]
    assert [(a.path.name, a.complaint) for a in answers if a.complaint] == []


@with_coq
@pytest.mark.nightly
def test_coq_accepts_every_certificate_of_the_store(request):
    if "nightly" not in request.config.getoption("-m"):
        pytest.skip("takes an hour: -m nightly")
    answers = whole.recheck(sorted(STORE.rglob("*.json")))
    assert [(a.path.name, a.complaint) for a in answers if a.complaint] == []
