"""Steps of certificates for Coq: how they are written, that Coq agrees, and that it refuses what is false."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reports import coq
from reports.lemmas import NoCounterpart
from theorems import assistant

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "certs"))  # its tests share ``craft``
from craft import Bench, Draft  # noqa: E402

STORE = ROOT / "certs" / "store"
with_coq = pytest.mark.skipif(assistant.coq() is None, reason=f"Coq is not installed: {assistant.INSTALL}")

# A rule, what earlier steps conclude, the terms of the step and its data: right ones, then the same made wrong.
LINEAR = [[["1", [0, 1], -1]], []]
STEPS = {
    "a square": ("ring", [], ["(* (+ x y) (+ x y))", "(+ (* x x) (* 2 (* x y)) (* y y))"], None),
    "a function at equal arguments": ("ring", [], ["(f (+ x y))", "(f (+ y x))"], None),
    "a function of a function": ("ring", [], ["(f (+ x (g (+ y z))))", "(f (+ (g (+ z y)) x))"], None),
    "a sum with the same ends": ("ring", [], ["(sum (+ i 1) n a)", "(sum (+ 1 i) n a)"], None),
    "a branch": ("ring", [], ["(if (<= (+ x y) 1) x 0)", "(if (<= (+ y x) 1) x 0)"], None),
    "a denominator": ("ring", [], ["(/ x (+ y z))", "(* x (/ 1 (+ z y)))"], None),
    "an exponent that is a number": ("ring", [], ["(^ x (- (+ n 2) n))", "(* x x)"], None),
    "an inner product": ("ring", [], ["(dot (+ u v) (- u v))", "(- (dot u u) (dot v v))"], None),
    "vectors": ("ring", [], ["(- (+ u v) (* 2 u))", "(- v u)"], None),
    "a comparison": ("rewrite", ["(<= (+ x (f (* 2 x))) y)"], ["(<= (+ (f (+ x x)) x) (+ y 0))"], None),
    "a negated equation": ("rewrite", ["(not (= (- x y) (dot u v)))"], ["(not (= (+ x (neg y)) (dot v u)))"], None),
    "an equation of vectors": ("rewrite", ["(= (+ u v) (* (dot u v) u))"], ["(= (+ v u) (* (dot v u) u))"], None),
    "a norm": ("gram", [], ["(- u (* x v))"], None),
    "a norm that is zero": ("definite", ["(= (dot (- u v) (- u v)) 0)"], ["(- u v)", "(* 0 w)"], None),
    "linear": ("positivstellensatz", ["(<= x y)", "(<= y z)"], ["(<= x z)"],
               [[[["1", [0], -1], ["1", [1], -1], ["1", [2], -1]], []]]),
    "a product": ("positivstellensatz", ["(< 0 x)", "(< 0 y)"], ["(< 0 (* x y))"],
                  [[[["1", [0, 1], -1], ["1", [2], -1]], []]]),
    "a square is not negative": ("positivstellensatz", [], ["(<= 0 (* x x))", "x"],
                                 [[[["1", [0], -1], ["1", [], 1]], []]]),
    "an equation": ("positivstellensatz", ["(= x 2)", "(= y 3)"], ["(= (* x y) 6)", "y", "2", "(neg y)", "-2"],
                    [[[["1", [2], -1]], [[1, 0], [2, 1]]], [[["1", [2], -1]], [[3, 0], [4, 1]]]]),
    "a contradiction": ("positivstellensatz", ["(not (<= x 1))", "(not (< 1 x))"], ["false"],
                        [[[["1", [0], -1], ["1", [1], -1]], []]]),
    "all small integers": ("compute", [], ["(forall i (=> (and (<= 1 i) (<= i 4)) (<= (* i i) 16)))"], None),
    "some small integer": ("compute", [], ["(exists i (and (<= 0 i) (and (< i 5) (= (^ 2 i) 8))))"], None),
    "operations": ("compute", [], ["(= (sum 0 3 (lam i (* (binomial 3 i) (floor (/ i 2))))) (max 4 (abs -3)))"], None),
    "fractions": ("compute", [], ["(< (/ 1 3) (if (not (= 1/2 1)) (min 1/2 (^ 2/3 2)) 0))"], None),
    "logarithm": ("enclosure", [], ["(< 2/3 (log 2))"], [53]),
    "a power": ("enclosure", ["(<= 1 x)", "(<= x 2)"], ["(<= (^ x 3) (* (max x 5) (^ (sqrt 2) 2)))", "x"], [53, []]),
    "a box": ("enclosure", ["(<= 0 x)", "(<= x 1)"], ["(<= (* x (exp (neg x))) 1/2)", "x"],
              [53, ["1/4", "1/2", "3/4"]]),
    "the error function": ("enclosure", [], ["(< 4/5 (erf 1))"], [53]),
}  # fmt: skip
WRONG = {
    "a square": ("ring", [], ["(* (+ x y) (+ x y))", "(+ (* x x) (* 3 (* x y)) (* y y))"], None),
    "a function at other arguments": ("ring", [], ["(f (+ x y))", "(f (+ y 1))"], None),
    "a comparison": ("rewrite", ["(<= x y)"], ["(<= x (- y 1))"], None),
    "linear": ("positivstellensatz", ["(<= x y)", "(<= y z)"], ["(<= (+ x 1) z)"],
               [[[["1", [0], -1], ["1", [1], -1], ["1", [2], -1]], []]]),
    "not strict": ("positivstellensatz", ["(<= x y)", "(<= y z)"], ["(< x z)"],
                   [[[["1", [2], -1], ["1", [0], -1], ["1", [1], -1]], []]]),
    "a product": ("positivstellensatz", ["(< 0 x)"], ["(< 0 (* x y))"], [[[["1", [0], -1], ["1", [1], -1]], []]]),
    "all small integers": ("compute", [], ["(forall i (=> (and (<= 1 i) (<= i 4)) (<= (* i i) 15)))"], None),
    "fractions": ("compute", [], ["(< (/ 1 2) (if (= 1/2 1) 0 (^ 2/3 2)))"], None),
    "logarithm": ("enclosure", [], ["(< (log 2) 2/3)"], [53]),
    "a power": ("enclosure", [], ["(< (^ (sqrt 2) 3) (max 2 1))"], [53]),
}  # fmt: skip


@pytest.fixture
def night(request):
    """Skips what takes minutes unless it was asked for."""
    if "nightly" not in request.config.getoption("-m"):
        pytest.skip("takes minutes: -m nightly")


def lemma(rule, given, terms, data):
    """The lemma of one step; the checker's rule is not asked."""
    bench = Bench()
    places = [bench.term(t) for t in given], [bench.term(t) for t in terms]
    return coq.lemma_of(bench.replay, rule, *places, data)


def accepts(rule, given, terms, data):
    """Whether the checker accepts a step."""
    bench = Bench()
    premises = bench.assume(*given)
    try:
        bench.apply(rule, premises, terms, data)
    except Exception:
        return False
    return True


def draft():
    """A certificate with a step of each kind."""
    d = Draft()
    d.step("assume", terms=["(<= x y)"])
    d.step("positivstellensatz", [0], ["(<= (f x) (+ (f x) (- y x)))"], [[[["1", [0], -1], ["1", [1], -1]], []]])
    d.step("ring", terms=["(* 2 (exp x))", "(+ (exp x) (exp x))"])
    d.step("compute", terms=["(= (vertices 1 1 (lam i (lam j 1))) 2)"])
    return d.document("true")


# --- without Coq ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STEPS)
def test_the_checker_accepts_the_right_steps(name):
    assert accepts(*STEPS[name])


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step[0] in coq.CONCLUSIONS])
def test_a_lemma_concludes_what_the_rule_does(name):
    rule, given, terms, data = STEPS[name]
    bench = Bench()
    bench.apply(rule, bench.assume(*given), terms, data)
    assert bench.last().conclusion == coq.CONCLUSIONS[rule](bench.replay.terms, *map(bench.term, terms))


@pytest.mark.parametrize("name", WRONG)
def test_the_checker_rejects_the_wrong_steps(name):
    assert not accepts(*WRONG[name])


def test_a_step_says_what_its_variables_stand_for():
    steps = coq.translate(draft())
    assert [(s.number, s.rule) for s in steps] == [(1, "positivstellensatz"), (2, "ring"), (3, "compute")]
    assert steps[0].lemma.statement == "forall (x1 : R) (x2 : R) (x3 : R), x1 <= x2 -> x3 <= x3 + (x2 - x1)"
    assert dict(steps[0].legend) == {"x1": "x", "x2": "y", "x3": "app(f, x)"}
    assert steps[1].lemma.statement == "forall (x1 : R), 2 * x1 = x1 + x1"
    assert steps[2].lemma is None and steps[2].reason == "vertices is not evaluated"


def test_lemmas_that_differ_in_names_only_are_one():
    first = lemma("ring", [], ["(- x y)", "(+ x (neg y))"], None)
    assert first == lemma("ring", [], ["(- (f z) (exp 1))", "(+ (f z) (neg (exp 1)))"], None)
    assert first != lemma("ring", [], ["(- x x)", "(+ x (neg x))"], None)


def test_different_functions_and_different_arguments_stay_apart():
    assert lemma("ring", [], ["(f x)", "(g x)"], None).statement == "forall (x1 : R) (x2 : R), x1 = x2"
    assert lemma("ring", [], ["(f x)", "(f y)"], None).statement == "forall (x1 : R) (x2 : R), x1 = x2"


def test_only_what_the_rule_tells_equal_is_written_with_its_arguments():
    said = lemma("ring", [], ["(+ (f (+ x y)) (g x))", "(+ (f (+ y x)) (g x))"], None).statement
    assert said == "forall (f1 : (R -> R)) (x1 : R) (x2 : R) (x3 : R), f1 (x1 + x2) + x3 = f1 (x2 + x1) + x3"


def test_inner_products_are_written_where_they_matter():
    space = "forall (V1 : space) (v1 : V1)"
    assert lemma("gram", [], ["u"], None).statement == f"{space}, 0 <= inner v1 v1"
    said = lemma("definite", ["(= (dot u u) 0)"], ["u", "(- v v)"], None).statement
    assert said == f"{space} (v2 : V1), inner v1 v1 = 0 -> v1 = sub v2 v2"
    assert lemma("ring", [], ["(dot u v)", "(dot u v)"], None).statement == "forall (x1 : R), x1 = x1"


def test_statements_about_integers_are_read_as_such():
    said = lemma(*STEPS["all small integers"]).statement
    assert said == "forall n0 : R, is_int n0 -> 1 <= n0 /\\ n0 <= 4 -> n0 * n0 <= 16"


def test_a_comparison_on_a_box_says_what_the_certificate_does():
    said = lemma(*STEPS["a power"]).statement
    assert said == "forall x1 : R, 1 <= x1 -> x1 <= 2 -> rpow x1 3 <= Rmax x1 5 * rpow (sqrt 2) 2"


def test_what_has_no_counterpart_says_why():
    with pytest.raises(NoCounterpart, match="floor"):
        lemma("enclosure", [], ["(<= 0 (floor 1))"], [53])


def test_an_object_has_no_steps():
    assert coq.translate({"format": "marginalia-object/1"}) == []


def test_a_sample_depends_on_the_lemma_alone():
    lemmas = [lemma("ring", [], [f"(+ x {n})", f"(+ {n} x)"], None) for n in range(200)]
    kept = [x for x in lemmas if coq.chosen(x, 10)]
    assert 5 <= len(kept) <= 40 and kept == [x for x in reversed(lemmas) if coq.chosen(x, 10)][::-1]
    assert all(coq.chosen(x, 1) for x in lemmas)


def test_the_table_tells_the_reasons():
    summary = coq.Summary()
    summary.steps["ring"] = 3
    summary.without["compute", "vertices is not evaluated"] = 2
    lines = summary.table().splitlines()
    assert re.match(r"ring +3 +0", lines[1]) and lines[-2] == "no counterpart: 2 of compute: vertices is not evaluated"


# --- with Coq ------------------------------------------------------------------------------------------------


LONG = [name for name, step in STEPS.items() if step[0] == "enclosure"]  # they load coq-interval
QUICK = [name for name in STEPS if name not in LONG]


@with_coq
@pytest.mark.slow
@pytest.mark.parametrize("names", [QUICK, pytest.param(LONG, marks=pytest.mark.nightly)], ids=["algebra", "intervals"])
def test_coq_agrees_with_right_steps_and_refuses_their_false_variants(names, request):
    if names is not QUICK:
        request.getfixturevalue("night")
    lemmas = {name: lemma(*STEPS[name]) for name in names}
    said = coq.prove(lemmas.values()).complaints
    assert {name: said[x] for name, x in lemmas.items() if said[x]} == {}
    refused = coq.refuse(lemmas.values()).complaints
    assert len(refused) >= len(lemmas) - 4  # vectors, and a contradiction, have no conclusion that could be moved
    assert {x.false: why for x, why in refused.items() if why} == {}


@with_coq
@pytest.mark.slow
def test_coq_refuses_wrong_steps_and_can_tell_that_they_are_false():
    lemmas = {name: lemma(*step) for name, step in WRONG.items() if step[0] != "enclosure"}
    said = coq.refuse([replace(x, false=x.statement) for x in lemmas.values()]).complaints
    assert len(said) == len(lemmas) and not any(said.values())
    unrefuted = coq.refute(lemmas.values()).complaints
    assert [name for name, x in lemmas.items() if unrefuted[x]] == []


@with_coq
def test_a_certificate_is_rechecked(tmp_path):
    path = tmp_path / "claim.json"
    path.write_bytes(json.dumps(draft(), sort_keys=True, separators=(",", ":")).encode() + b"\n")
    summary = coq.recheck([path], processes=1)
    assert summary.steps == {"positivstellensatz": 1, "ring": 1, "compute": 1}
    assert summary.agreed == {"positivstellensatz": 1, "ring": 1} and not summary.unproved + summary.refuted
    assert summary.without == {("compute", "vertices is not evaluated"): 1}


@with_coq
def test_axioms_that_are_not_accepted_are_told(monkeypatch):
    monkeypatch.setattr(coq, "ACCEPTED", frozenset())
    with pytest.raises(RuntimeError, match="sig_forall_dec"):
        coq.prove([lemma("ring", [], ["(+ x 1)", "(+ 1 x)"], None)])


@with_coq
@pytest.mark.slow
def test_coq_agrees_with_a_sample_of_the_store():
    summary = coq.recheck(sorted(STORE.rglob("*.json"))[::20], share=6)
    assert min(summary.agreed[rule] for rule in ("ring", "positivstellensatz", "compute")) > 0
    assert not summary.unproved and not summary.refuted, summary.table()


@with_coq
@pytest.mark.nightly
def test_coq_agrees_with_every_step_of_the_store(night):
    summary = coq.recheck(sorted(STORE.rglob("*.json")))
    assert not summary.unproved and not summary.refuted, summary.table()
    assert set(summary.without) <= {("compute", "vertices is not evaluated")}


@with_coq
@pytest.mark.nightly
def test_coq_refuses_false_variants_of_the_steps_of_the_store(night):
    lemmas = {s.lemma for path in sorted(STORE.rglob("*.json")) for s in coq.translate(coq.parse(path.read_bytes()))}
    accepted = [x for x, why in coq.refuse(filter(None, lemmas)).complaints.items() if why]
    said = coq.vacuous(accepted).complaints  # from hypotheses that contradict each other, all follows
    assert [x.false for x in accepted if said.get(x) != ""] == []
