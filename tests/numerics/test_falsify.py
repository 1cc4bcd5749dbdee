"""Margins, exact findings, shrinking and campaigns of falsification."""

import json
import math
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from numerics import falsify
from numerics.falsify import (
    FalsifyError,
    conclude,
    generator,
    observed_of,
    plan,
    run,
    run_shards,
    search,
    tighten,
)
from numerics.margins import Margins, NotObservable
from numerics.sampling import dyadic, integers
from numerics.terms import (
    absolute,
    between,
    binomial,
    conj,
    either,
    erf,
    every,
    exp,
    floor,
    forall,
    function,
    implies,
    integer,
    log,
    maximum,
    minimum,
    negation,
    pi,
    product,
    real,
    sqrt,
    term,
    total,
    true,
    vector,
    where,
)
from numerics.witness import Exact, Undefined, complexity, confirmed_false, shrink, size
from theorems.registry import load

ROOT = Path(__file__).resolve().parents[2]
x, y, i, n = real("x"), real("y"), integer("i"), integer("n")


def stand_in(observed, sampler, mutants=(), goal=true, name="printed", id="suite.claim_1"):
    """A claim with one variant, as far as falsification looks at it, and the variant."""
    variant = SimpleNamespace(name=name, observed=observed, statement=SimpleNamespace(formula=goal),
                              mutants=[SimpleNamespace(name=m, observed=o) for m, o in mutants])  # fmt: skip
    claim = SimpleNamespace(id=id, sampler=sampler, variants={name: variant}, file=Path(__file__))
    return claim, variant


def boxes(rng, size):
    return {"x": dyadic(rng, size, -4, 4), "y": dyadic(rng, size, 0, 4), "n": integers(rng, size, 0, 9)}


def found_in(observed, sampler=boxes, mutants=(), **options):
    return search(*stand_in(observed, sampler, mutants), **options)


# Margins over arrays.


def at(formula, **values):
    """Margin and status of a formula at one instance."""
    outcome = Margins(formula)({name: np.array([float(v)]) for name, v in values.items()})
    return float(outcome.margin[0]), int(outcome.status[0])


def test_the_margin_is_the_relative_slack():
    assert at(x <= y, x=1, y=3) == (0.5, 1)
    assert at(x <= y, x=3, y=1) == (-0.5, -1)
    assert at(x < y, x=3, y=3) == (0.0, -1)
    assert at(x <= y, x=3, y=3) == (0.0, 1)
    assert at(x <= y, x=0, y=0) == (0.0, 1)
    assert at(x == y, x=1, y=3) == (-0.5, -1)
    assert at(x == y, x=3, y=3) == (0.0, 1)
    assert at(negation(x < y), x=3, y=1) == (0.5, 1)
    assert at(negation(x == y), x=3, y=3) == (0.0, -1)


def test_connectives_take_the_least_and_the_greatest_margin():
    assert at(conj(x <= y, x <= 2), x=1, y=3) == (pytest.approx(1 / 3), 1)
    assert at(either(x <= y, x <= 2), x=1, y=3) == (0.5, 1)
    assert at(negation(conj(x <= y, x <= 2)), x=1, y=3) == (pytest.approx(-1 / 3), -1)


def test_an_instance_outside_the_conditions_says_nothing():
    assert at(implies(x > 0, y < 0), x=-1, y=1) == (math.inf, 1)
    assert at(implies(x > 0, x < 5, y < 0), x=6, y=1) == (math.inf, 1)
    assert at(conj(implies(x > 0, y < 0), implies(x <= 0, y < 3)), x=-1, y=1) == (0.5, 1)


def test_a_guard_keeps_what_it_guards_from_being_evaluated():
    assert at(implies(x > 0, 1 / x > 0), x=0) == (math.inf, 1)
    assert at(either(x == 0, 1 / x < 2), x=0) == (0.0, 1)
    assert at(where(x > 0, log(x), 0) <= x, x=0) == (0.0, 1)


@pytest.mark.parametrize("formula", [
    implies(y > 0, (x + y) * (x - y) == x * x - y * y), sqrt(y * y) == y, log(1 + y) <= y, exp(x) >= 1 + x,
    total(i, 1, n, i) == n * (n + 1) / 2, 2**n >= n + 1, binomial(2 * n, n) <= 4**n, floor(y) <= y, erf(y) < 1,
    where(x < 0, -x, x) == absolute(x), product(i, 1, n, 1 + x) == (1 + x) ** n, floor(sqrt(y)) <= sqrt(y),
    y / 3 * 3 == y, negation(x * x == y * y), maximum(x, y) + minimum(x, y) == x + y, pi * x <= 4 * x,
    either(x < y, y <= x), between(x - 1, floor(x), x), sqrt(total(i, 1, n, sqrt(i))) <= n, exp(log(1 + y)) == 1 + y,
    floor(x) * 2 == floor(2 * x), (x + y) ** 3 <= 4 * (x**3 + y**3), binomial(600, 300) * x <= binomial(600, 299) * y,
    total(i, n, 2 * n, x) == (n + 1) * x, erf(x) == -erf(-x), x / (1 + y) <= x, exp(x) * exp(y) == exp(x + y),
], ids=repr)  # fmt: skip
def test_what_arrays_decide_exact_arithmetic_confirms(formula):
    columns = boxes(np.random.default_rng(3), 500)
    margins, exact = Margins(formula), Exact(formula)
    outcome = margins({v: columns[v] for v in margins.variables})
    for k in range(500):
        found = exact({v: Fraction(columns[v][k]) for v in margins.variables})
        assert found.counts == np.isfinite(outcome.margin[k])
        if outcome.status[k] and found.holds is not None and found.counts:
            assert found.holds == (outcome.status[k] == 1)
        if found.counts:
            assert found.margin == pytest.approx(outcome.margin[k], abs=1e-9)


def test_integers_and_short_fractions_stay_exact():
    columns = boxes(np.random.default_rng(3), 500)
    for identity in (x * (x + y) == x * x + x * y, 3**n * 3 == 3 ** (n + 1), binomial(n, 2) == n * (n - 1) / 2):
        margins = Margins(identity)
        assert (margins({v: columns[v] for v in margins.variables}).status == 1).all()


def test_what_has_no_margin_is_refused_with_the_reason():
    f, v = function("f", "real->real"), vector("v")
    for formula, reason in [(f(x) <= x, "of sort real->real"), (v == v, "of sort V"),
                            (forall(x, x < y), "forall cannot be evaluated"),
                            (conj(real("m") < 1, integer("m") < 1), "two variables are called m")]:  # fmt: skip
        with pytest.raises(NotObservable, match=reason):
            Margins(formula)
    with pytest.raises(NotObservable, match="too long"):
        Margins(total(i, 1, n, i) <= n)({"n": np.array([1e6])})


# One instance.


def test_exact_findings():
    assert Exact(x / 3 * 3 == x)({"x": Fraction(1, 10)}) == (True, 0.0, True)
    assert Exact(x < sqrt(x * x))({"x": Fraction(2)}) == (False, -sys.float_info.min, True)
    assert Exact(implies(x > 2, x > 3))({"x": Fraction(2)}).counts is False
    assert Exact(erf(x) < erf(x + term(Fraction(1, 10**30))))({"x": Fraction(1)}).holds is True
    assert Exact(exp(x) * exp(-x) == 1)({"x": Fraction(1)}).holds is None
    with pytest.raises(Undefined):
        Exact(1 / x > 0)({"x": Fraction(0)})


def test_the_kernel_confirms_failures_and_nothing_else():
    one = {"x": Fraction(1), "n": Fraction(3)}
    false = [x > 1, erf(x) > term("0.85"), floor(sqrt(n)) >= 2, sqrt(n + 1) > 2, total(i, 1, n, sqrt(i)) < 4,
             implies(x == 1, exp(x) < 2), negation(exp(x) > 2), either(exp(x) < 2, x < 0), exp(x) == 3, log(x) > 0,
             where(exp(x) > 2, x, 2) > 1, sqrt(binomial(2 * n, n)) ** 2 < 19, product(i, 1, n, pi) < 31]  # fmt: skip
    for formula in false:
        assert confirmed_false(formula, one), formula
        assert not confirmed_false(negation(formula), one), formula
    for formula in (implies(x > 1, 1 / (x - 1) < 0), 1 / (x - 1) > 0, exp(x) * exp(-x) == 1):
        assert not confirmed_false(formula, one), formula


def test_shrinking_finds_what_a_person_checks_by_hand():
    long = {"x": Fraction(9000, 4096), "y": Fraction(7, 4096), "n": Fraction(1234)}
    formula = implies(x > 1, n >= 0, x * x + y <= x + 1)
    assert confirmed_false(formula, long)
    short = shrink(formula, long, {"x", "y", "n"})
    assert short == {"x": 2, "y": 0, "n": 0}
    assert shrink(formula, long, {"x"}) == {**long, "x": 2}
    assert shrink(formula, long, ()) == long
    assert shrink(implies(x > 1, x**2 < x), long | {"x": Fraction(17)}, {"x"}, {"x"})["x"] == 2
    assert size(Fraction(1)) < size(Fraction(-1)) < size(Fraction(2)) < size(Fraction(1, 3) - 2)


def test_complexity_counts_bits():
    values = np.array([0, 1, 2, 3, 0.5, 0.75, -1.25, 2.0**40])
    assert complexity(values).tolist() == [0, 1, 2, 2, 2, 4, 5, 41]


# Campaigns.


def test_a_false_claim_is_refuted_by_a_short_exact_instance():
    def sampler(rng, size):
        return {"x": dyadic(rng, size, -4, 4, bits=20)}

    planted = implies(x > 1, x**2 <= 3 * x - term("2.1"))
    found = found_in(planted, sampler)
    assert found["min_margin"] < 0
    at = {"x": Fraction(found["counterexample"]["x"])}
    assert confirmed_false(planted, at) and at["x"].denominator <= 1024
    sampler.free = {"x"}
    found = found_in(planted, sampler)
    assert found["counterexample"] == {"x": "2"}
    assert confirmed_false(planted, {"x": Fraction(found["worst"]["x"])})


def test_an_attained_bound_has_margin_zero_at_its_simplest_instance():
    found = found_in(x * y <= (x * x + y * y) / 2, lambda rng, size: {
        "x": integers(rng, size, 1, 9), "y": integers(rng, size, 1, 9)})  # fmt: skip
    assert found["min_margin"] == 0.0 and math.copysign(1, found["min_margin"]) == 1
    assert found["worst"] == {"x": "1", "y": "1"} and found["counterexample"] is None


def test_a_strict_claim_that_is_attained_is_refuted():
    found = found_in(n < 2**n - n, lambda rng, size: {"n": integers(rng, size, 3, 9)})
    assert found["min_margin"] > 0
    found = found_in(n < 2 ** (n - 1), lambda rng, size: {"n": integers(rng, size, 2, 9)})
    assert found["min_margin"] == -sys.float_info.min and found["counterexample"] == {"n": "2"}


def test_undecided_instances_are_settled_exactly():
    found = found_in(y / 3 * 3 == y)
    assert found["undecided"] > 1000 and found["min_margin"] == 0.0
    assert all(margin == 0.0 for _, margin in found["by_parameter"]["y"])
    # The sides differ by far less than rounding shows; only exact arithmetic can tell.
    tiny = Fraction(1, 10**25)
    found = found_in(x < x / 3 * 3 + term(tiny))
    assert found["undecided"] > 1000 and 0 < found["min_margin"] < 1e-24
    found = found_in(x < x / 3 * 3 - term(tiny))
    assert found["counterexample"] is not None and -1e-20 < found["by_parameter"]["x"][5][1] < 0
    found = found_in(exp(x) * exp(-x) == 1, lambda rng, size: {"x": 1 + dyadic(rng, size, 0, 1)})
    assert found["undecided"] == 20_000 and found["min_margin"] == 0.0  # left open by balls as well


def test_instances_outside_the_conditions_do_not_count():
    found = found_in(implies(x > 0, x < 5))
    assert found["instances"] + found["outside"] == found["drawn"] == 20_000
    assert 9_000 < found["instances"] < 11_000
    assert all(value > 0 for value, _ in found["by_parameter"]["x"])
    assert found_in(implies(x > 5, x < 5))["min_margin"] is None


def test_mutants_are_killed_by_exact_instances_only():
    mutants = [("one less", x * x >= 2 * x - term("0.999")), ("a relabelling", x * x - 2 * x + 1 >= 0),
               ("rounding cannot tell", x * x - 2 * x + 1 + term(Fraction(1, 10**30)) > 0)]  # fmt: skip
    found = found_in(x * x >= 2 * x - 1, mutants=mutants)
    assert [m["killed"] for m in found["mutant_list"]] == [True, False, False]
    assert found["mutants"] == 3 and found["mutants_killed"] == 1
    assert found["mutant_list"][0]["by"] == "x = 1" and found["mutant_list"][1]["by"] is None


def test_free_variables_are_moved_towards_the_edge():
    def sampler(rng, size):
        return {"x": dyadic(rng, size, 1, 3), "y": dyadic(rng, size, 1, 3), "n": integers(rng, size, 1, 20)}

    bound, mutant = (conj(x + y - x * y <= c, n < 3**n) for c in (term(1), term("0.9999999")))
    assert found_in(bound, sampler, [("less", mutant)])["min_margin"] == 0.0  # x = 1 was drawn
    apart = implies(x > 1, y > 1, bound)
    loose = found_in(apart, sampler)["min_margin"]
    sampler.free = {"x"}
    tight = found_in(apart, sampler)
    assert 0 < tight["min_margin"] < loose / 100
    rows = tighten(Margins(n * n >= 8 * n - 16), ["n"], np.array([[11.0]]), {0: (2.0, True)})
    assert rows.tolist() == [[4.0]]


def test_a_margin_is_listed_for_every_value_of_a_small_parameter():
    by = found_in(2**n >= n + 1)["by_parameter"]["n"]
    assert by == [[k, float(Fraction(2**k - k - 1, 2**k + k + 1))] for k in range(10)]
    by = found_in(exp(x) >= x)["by_parameter"]["x"]
    assert len(by) == 24 and [value for value, _ in by] == sorted(value for value, _ in by)


def test_streams_are_keyed_by_claim_variant_shard_and_seed():
    def stream(*key):
        return tuple(generator(*key).integers(0, 2**60, 4).tolist())

    keys = [("a.b", "printed", 0, 7), ("a.c", "printed", 0, 7), ("a.b", "repaired", 0, 7), ("a.b", "printed", 1, 7),
            ("a.b", "printed", 0, 8)]  # fmt: skip
    assert len({stream(*key) for key in keys}) == 5
    assert stream(*keys[0]) == stream(*keys[0])
    # What a claim has met stays what it meets.
    assert stream(*keys[0]) == (777320317385865528, 839925729411344351, 883781977408596679, 907434313146564072)


def test_a_shard_is_a_function_of_its_arguments():
    claim, variant = stand_in(exp(x) >= 1 + x, boxes, [("less", exp(x) >= term("1.1") + x)])
    one, again = (next(run_shards(claim, variant, [(3, 1000)], 7)) for _ in range(2))
    assert one == again
    # What it has in common with others, such as compiled margins, makes no difference.
    other, third = run_shards(claim, variant, [(4, 1000), (3, 1000)], 7)
    assert third == one and other != one


def test_any_number_of_processes_meets_the_same_instances():
    file = ROOT / "theorems" / "arora2020" / "chapter_1" / "lemma_1_1_7.py"
    (claim,) = load(file)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool, ThreadPoolExecutor(1) as thread:
        for variant in claim.variants.values():
            alone = search(claim, variant, instances=3_000, size=750)
            assert search(claim, variant, instances=3_000, size=750) == alone
            assert search(claim, variant, instances=3_000, size=750, executor=pool, load=load) == alone
        assert search(claim, variant, instances=3_000, size=750, executor=thread, load=load) == alone
        with pytest.raises(FalsifyError, match="load="):
            run(claim, "printed", executor=pool)


def test_what_shards_pass_on_is_json_and_their_order_does_not_matter_to_them():
    claim, variant = stand_in(x / 3 * 3 <= x + n, boxes, [("strictly", x / 3 * 3 < x + n)])
    found = search(claim, variant, instances=9_000, size=2_000)
    shards = [next(run_shards(claim, variant, [shard], 7)) for shard in reversed(plan(9_000, 2_000))]
    assert [(s["shard"], s["asked"]) for s in shards] == [(4, 1_000), (3, 2_000), (2, 2_000), (1, 2_000), (0, 2_000)]
    kept = json.loads(json.dumps(shards[::-1], allow_nan=False))
    assert kept == shards[::-1] and conclude(claim, variant, 7, iter(kept)) == found


def test_what_very_many_shards_pass_on_is_sifted_on_the_way(monkeypatch):
    observed = conj(x * x / 3 * 3 <= x * x + n, exp(x) > 0)
    claim, variant = stand_in(observed, boxes, [("strictly", x * x / 3 * 3 < x * x + n)])
    found = search(claim, variant, instances=30_000, size=1_000)
    monkeypatch.setattr(falsify, "MANY", 500)
    sifted = search(claim, variant, instances=30_000, size=1_000)
    points = found.pop("by_parameter"), sifted.pop("by_parameter")
    assert sifted == found
    assert min(m for _, m in points[1]["x"]) == min(m for _, m in points[0]["x"]) and points[1]["n"] == points[0]["n"]


def test_a_budget_stops_between_shards():
    found = found_in(x <= y + 100, budget_s=0.0, instances=10_000, size=2_000)
    assert found["instances"] == 2_000
    (claim,) = load(ROOT / "theorems" / "arora2020" / "chapter_1" / "lemma_1_1_7.py")
    with ThreadPoolExecutor(1) as thread:
        options = {"instances": 10_000_000, "size": 2_000, "executor": thread, "load": load}
        found = search(claim, "printed", budget_s=0.0, **options)
        assert 0 < found["drawn"] < 10_000_000 and found["drawn"] % 2_000 == 0


def test_every_shard_is_one_call_of_sampler_and_margins(monkeypatch):
    sizes, batches = [], []

    def sampler(rng, size):
        sizes.append(size)
        return {"x": dyadic(rng, size, -4, 4)}

    call = Margins.__call__
    monkeypatch.setattr(Margins, "__call__", lambda self, c: (batches.append(len(c["x"])), call(self, c))[1])
    assert run(*stand_in(x * x >= 0, sampler), instances=500_000, size=62_500)["instances"] == 500_000
    assert sizes == [62_500] * 8 and batches[:8] == [62_500] * 8 and sum(batches[8:]) < 1_000


def test_a_sampler_that_does_not_fit_is_told_so():
    for sampler, reason in [
        (lambda rng, size: {"y": np.ones(size)}, "supplies y, and not x"),
        (lambda rng, size: {"x": np.ones((size, 2))}, "of shape"),
        (lambda rng, size: {"x": np.ones(0)}, "of shape"),
        (lambda rng, size: {"x": np.full(size, np.nan)}, "not finite"),
        (lambda rng, size: {"x": np.full(size, 2**60)}, "2\\^53"),
    ]:
        with pytest.raises(FalsifyError, match=f"suite.claim_1.printed.*{reason}"):
            found_in(x > 0, sampler)
    with pytest.raises(FalsifyError, match="fractions for the integer n"):
        found_in(n > 0, lambda rng, size: {"n": np.full(size, 0.5)})
    fewer = found_in(x > 0, lambda rng, size: {"x": np.ones(size // 2)})
    assert fewer["instances"] == fewer["drawn"] == 10_000


def test_what_is_observed_may_be_the_goal_itself():
    _, variant = stand_in(None, boxes, goal=forall(x, y, implies(y >= 0, exp(x) * y >= y * (1 + x))))
    assert repr(observed_of(variant)) == "0 <= y => y * (1 + x) <= exp(x) * y"
    found = run(*stand_in(None, boxes, goal=variant.statement.formula))
    assert found["instances"] == 20_000 and 0 < found["min_margin"] < 1e-6
    _, variant = stand_in(None, boxes, goal=forall(n, conj(n <= 9, every(i, 1, n, i <= n))))
    assert observed_of(variant) is None
    for sampler in (None, lambda rng, size: {"z": np.ones(size)}):
        blank = run(*stand_in(None, sampler, [("m", x < 1)], goal=forall(x, x * x >= 0)))
        assert blank["instances"] == 0 and blank["min_margin"] is None and blank["mutants_killed"] == 0


def test_the_result_is_what_reports_expect():
    import jsonschema

    schema = json.loads((ROOT / "reports" / "schema.json").read_text())
    wanted = {**schema["$defs"]["falsification"], "$defs": schema["$defs"]}
    for observed in (x <= 3, exp(x) >= x, implies(x > 9, x > 10)):
        result = run(*stand_in(observed, boxes, [("m", x <= 2)]), instances=500)
        jsonschema.validate(json.loads(json.dumps(result, allow_nan=False)), wanted)
        assert tuple(result) == falsify.KEYS


# The claims of the suite.


@pytest.mark.parametrize("file", ["chapter_1/lemma_1_1_7", "chapter_2/lemma_2_1_4"])
def test_the_mutants_of_model_claims_are_killed(file):
    for claim in load(ROOT / "theorems" / "arora2020" / f"{file}.py"):
        for variant in claim.variants.values():
            found = search(claim, variant, instances=8_000)
            assert all(m["killed"] for m in found["mutant_list"]), found["mutant_list"]
            assert (found["min_margin"] < 0) == (variant.expect == "refuted")


def test_a_mutant_beyond_the_samples_is_reached_by_moving_free_variables():
    (claim,) = load(ROOT / "theorems" / "arora2020" / "chapter_2" / "problem_2_1_3.py")

    def sampler(rng, size):
        return claim.sampler(rng, size)

    sampler.free = {"lambda", "L", "w", "x"}
    other = SimpleNamespace(id=claim.id, sampler=sampler, variants=claim.variants, file=claim.file)
    found = search(other, "printed", instances=4_000)
    assert found["mutants_killed"] == 2 and found["min_margin"] == 0.0
    assert all(len(m["by"]) < 50 for m in found["mutant_list"])
