"""Margins against exact arithmetic: what arrays decide is true, in both stages, both precisions, at any magnitude."""

import math
from fractions import Fraction

import numpy as np
import pytest
from random_formulas import columns, formula

from numerics import filters, margins
from numerics.backend import backend
from numerics.filters import Compiler, Fact, Unfit, fact, grain_of, range_of
from numerics.margins import Margins, NotObservable
from numerics.sampling import dyadic, integers
from numerics.terms import (
    absolute,
    binomial,
    conj,
    either,
    erf,
    exp,
    floor,
    implies,
    integer,
    log,
    maximum,
    negation,
    pi,
    product,
    real,
    sqrt,
    term,
    total,
    where,
)
from numerics.witness import Exact, Undefined

x, y, z, i, n = real("x"), real("y"), real("z"), integer("i"), integer("n")
SIZE, LOOKED_AT = 200, 5


@pytest.fixture
def always_filtered(monkeypatch):
    """The first stage takes batches of any size."""
    monkeypatch.setattr(margins, "FEWEST", 1)


def settled(observed, **values):
    """Margin and status of one instance by the second stage, and in a batch of copies of it by both stages."""
    one = {k: np.array([float(v)]) for k, v in values.items()}
    alone = Margins(observed)(one)
    many = Margins(observed)({k: np.repeat(v, 300) for k, v in one.items()})
    assert set(many.status.tolist()) <= {int(alone.status[0])}
    return float(alone.margin[0]), int(alone.status[0])


def false_decisions(observed, given, status):
    """Instances, a few of each kind, whose certain status exact arithmetic denies; and how many were looked at."""
    exact, wrong, seen = Exact(observed), [], 0
    names = Margins(observed).variables
    for sign in (1, -1):
        for k in np.flatnonzero(status == sign)[:LOOKED_AT]:
            try:
                found = exact({v: Fraction(given[v][k]) for v in names})
            except (Undefined, RecursionError):
                continue
            seen += found.holds is not None
            if found.holds is (sign == -1):
                wrong.append({v: float(given[v][k]) for v in names})
    return wrong, seen


def attacked(seeds, precision, mild):
    """False decisions over random formulas, decisions that were looked at, and the share that the filter decided."""
    wrong, seen = [], 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        observed, given = formula(rng), columns(rng, SIZE, mild)
        ours = Margins(observed, dtype=precision)
        try:
            outcome = ours({k: given[k] for k in ours.variables})
        except NotObservable:
            continue
        if ours.variables:
            found, looked = false_decisions(observed, given, outcome.status)
            wrong += [(seed, observed, f) for f in found]
            seen += looked
    return wrong, seen


@pytest.mark.parametrize("mild", [True, False], ids=["ordinary", "any magnitude"])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_what_the_filter_decides_is_true(always_filtered, precision, mild):
    wrong, seen = attacked(range(10_000, 10_300), precision, mild)
    assert not wrong, wrong[0]
    assert seen > 1_500


def test_what_measured_errors_decide_is_true(monkeypatch):
    monkeypatch.setattr(margins, "FEWEST", math.inf)
    wrong, seen = attacked(range(20_000, 20_300), "float64", False)
    assert not wrong, wrong[0]
    assert seen > 1_500


NEAR = term(Fraction(1, 2**45))  # far below what rounding in single precision shows
FAULTS = {
    "rounding": (lambda patch: patch.setattr(Compiler, "rounding", lambda self, *args: 0.0), "float64",
                 x * y * x * y < x * x * y * y * (1 + NEAR * NEAR)),
    "cancellation": (lambda patch: patch.setattr(filters.Value, "spread", 0.0), "float64",
                     x * y / 3 - x + x < x * y / 3 + NEAR * NEAR),
    "the library": (lambda patch: patch.setattr(filters, "LIBRARY_ULPS", 0), "float32", exp(y) * exp(-y) < 1 + NEAR),
    "conversion": (lambda patch: patch.setitem(filters.OPERATIONS, "var", lambda self, args, env: self.value(
        self.emit("cast", self.emit("column", args[0])), *self.facts[args[0]][:2])), "float32", z <= x),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_filter_that_forgets_an_error_is_found_out(monkeypatch, fault):
    """The attack can fail: with a source of error left out, exact arithmetic denies what is decided."""
    spoil, precision, observed = FAULTS[fault]
    rng = np.random.default_rng(3)
    given = {"x": 1 + rng.random(2_000), "y": dyadic(rng, 2_000, -3, 3, bits=20)}
    given["z"] = given["x"] * (1 + 2.0**-30 * (rng.random(2_000) < 0.5))
    given = {k: given[k] for k in Margins(observed).variables}
    assert not false_decisions(observed, given, Margins(observed, dtype=precision)(given).status)[0]
    spoil(monkeypatch)
    assert false_decisions(observed, given, Margins(observed, dtype=precision)(given).status)[0]


def test_the_filter_decides_nothing_that_measured_errors_deny(always_filtered):
    """Status: never fewer decisions than the second stage alone. Margins: to a few units in the last place."""
    for seed in range(40_000, 40_250):
        rng = np.random.default_rng(seed)
        observed, given = formula(rng), columns(rng, SIZE, True)
        ours = Margins(observed)
        given = {k: given[k] for k in ours.variables}
        if not given:
            continue
        with np.errstate(all="ignore"):
            filtered, measured = ours(given), ours._settled(given, SIZE)
        assert (filtered.status * measured.status >= 0).all()
        assert (filtered.status != 0)[measured.status != 0].all()
        both = (measured.status != 0) & np.isfinite(measured.margin)
        np.testing.assert_allclose(filtered.margin[both], measured.margin[both], rtol=0, atol=1e-7)
        close = np.isclose(filtered.margin[both], measured.margin[both], rtol=1e-14, atol=4e-16)
        assert close.mean() > 0.95 if len(close) else True


# Where bounds are easily wrong.


def test_floor_of_a_root_just_below_an_integer():
    """sqrt(33^2 - 2^-42) rounds to 33, and its error is less than half the distance to the next number below."""
    just_below = 1089 - 2.0**-42
    assert math.sqrt(just_below) == 33.0
    assert settled(floor(sqrt(x)) >= 33, x=just_below)[1] in (0, -1)
    assert settled(floor(sqrt(x)) >= 33, x=1089)[1] == 1
    assert settled(floor(sqrt(x) + 0) == 32, x=1088)[1] == 1


@pytest.mark.parametrize(("observed", "values"), [
    (x / y * 7 == 3, {"x": 3e-320, "y": 7e-320}),  # the remainder of the quotient underflows
    (sqrt(x) * sqrt(x) == x, {"x": 5e-324}),
    (sqrt(x) * 10**162 <= 2, {"x": 5e-324}),
    (erf(x) == x * 2 / sqrt(pi), {"x": 5e-324}),
    ((1 + x) * y == y, {"x": 1e-200, "y": 1e-150}),  # the error of a product of 1 and x underflows
    (exp(-x) * x == 0, {"x": 800.0}),
    (exp(-(x + y)) * 10**280 == 0, {"x": 800.0, "y": 1e-30}),
    (x * x == 0, {"x": 1e-200}),
    (x * x * term(Fraction(10) ** 300) * term(Fraction(10) ** 101) == 10, {"x": 1e-200}),
    (x * x - x * x == 0, {"x": 1e200}),
    (1 / (x * x) == 0, {"x": 1e200}),
    ((x * y) / (x * y) == 1, {"x": 1e200, "y": 1e200}),
    (x + y - x == y, {"x": 1e16, "y": 1.0}),
    (log(1 + x) == 0, {"x": 1e-20}),
    (term(Fraction(1, 3 * 10**320)) * x == 0, {"x": 1.0}),
], ids=repr)  # fmt: skip
def test_at_the_ends_of_the_range_nothing_false_is_certain(observed, values):
    status = settled(observed, **values)[1]
    try:
        holds = Exact(observed)({k: Fraction(v) for k, v in values.items()}).holds
    except Undefined:
        holds = None
    assert status == 0 or holds is None or holds == (status == 1)


def test_a_domain_left_is_open_and_a_guard_closes_it():
    xs = np.concatenate([np.full(200, -1.0), np.zeros(200), np.ones(200)])
    for value in (log(x), sqrt(x), 1 / x + 1, x ** integer("n")):
        ours = Margins(value >= 0)
        given = {k: {"x": xs, "n": np.full(600, -1.0)}[k] for k in ours.variables}
        outcome = ours(given)
        undefined = np.isnan(outcome.margin)
        assert undefined[:200].all() or repr(value) == "1 / x + 1"
        assert (outcome.status[undefined] == 0).all()
        guarded = Margins(implies(x > 0, value >= 0))({**given, "x": xs})
        assert (guarded.margin[:400] == np.inf).all() and (guarded.status[:400] == 1).all()
    guarded = Margins(either(x <= 0, 1 / x > 0))({"x": xs})
    assert (guarded.status == 1).all() and np.isfinite(guarded.margin).all()


def test_an_overflow_is_left_open():
    big = {"x": np.full(300, 1e200), "y": np.full(300, 1e200), "n": np.full(300, 60.0)}
    for observed in (x * y > 1, 1 / (x * y) == 0, x**n > 1, exp(x) > 1, x * y - x * y == 0, x * y / (x * x) < 2):
        ours = Margins(observed)
        assert (ours({k: big[k] for k in ours.variables}).status == 0).all(), observed
    assert (Margins(x < y)({"x": big["x"], "y": np.full(300, np.inf)}).status == 0).all()
    assert (Margins(x <= y)({"x": np.full(300, np.nan), "y": big["y"]}).status == 0).all()


# Exactness that is known beforehand.


def program_of(observed, given):
    """The program of the first stage that was used in the end, and which instances it leaves open."""
    ours = Margins(observed)
    ours(given)
    program = list(ours.programs.values())[-1]
    assert program is not None
    return program, np.broadcast_to(program(given)[2], len(next(iter(given.values()))))


@pytest.mark.parametrize("observed", [
    x * (x + y) == x * x + x * y, (i + n) ** 2 == i * i + 2 * i * n + n * n, 3**n * 3 == 3 ** (n + 1),
    binomial(n, 2) == n * (n - 1) / 2, total(z_ := integer("t"), 1, n, z_) == n * (n + 1) / 2,
    maximum(x, y) + 1 > y, where(x < y, x, y) <= x, floor(x) <= x, floor(n / 2) * 2 <= n, absolute(x * y) >= x * y,
    product(z_, 1, n, 2) == 2**n,
], ids=repr)  # fmt: skip
def test_integers_and_short_fractions_need_no_error(observed):
    rng = np.random.default_rng(3)
    given = {"x": dyadic(rng, 500, -4, 4), "y": dyadic(rng, 500, 0, 4), "i": integers(rng, 500, -50, 50),
             "n": integers(rng, 500, 0, 9)}  # fmt: skip
    names = Margins(observed).variables
    assert not program_of(observed, {k: given[k] for k in names})[1].any()
    assert (Margins(observed)({k: given[k] for k in names}).status == 1).all()


def test_integers_beyond_the_digits_are_not_called_exact():
    given = {"i": np.full(300, 2.0**27 + 1), "n": np.full(300, 2.0**26)}
    for last in (0, 1):  # both sides are 2^54 + 2^28 in float64
        assert (Margins(i * i == 4 * n * n + 4 * n + last)(given).status == 0).all()
    assert (Margins(i * (i - 2) == 4 * n * n - 1)({"i": given["i"] / 2 + 0.5, "n": given["n"] / 2}).status == 1).all()


def test_powers_and_sums_of_few_integers_are_looked_up():
    rng = np.random.default_rng(3)
    given = {"i": integers(rng, 500, 1, 9), "n": integers(rng, 500, 0, 9)}
    program, left_open = program_of((i + 1) ** n >= 1 + i * n, given)
    assert any(f is backend().take for f, _, _ in program.code) and not left_open.any()
    sparse = {"i": integers(rng, 500, 1, 9) * 10**6, "n": given["n"]}
    program, left_open = program_of((i + 1) ** n >= 1 + i * n, sparse)
    assert not any(f is backend().take for f, _, _ in program.code)
    assert (Margins((i + 1) ** n >= 1 + i * n)(sparse).status == 1).all()


def test_one_program_serves_batches_of_one_kind():
    ours = Margins(x * y <= z)
    rng = np.random.default_rng(3)
    for _ in range(5):
        ours({k: dyadic(rng, 5_000, -3, 3, bits=20) for k in "xyz"})
    assert len(ours.programs) == 1
    ours({k: dyadic(rng, 5_000, -30, 30, bits=20) for k in "xyz"})
    assert len(ours.programs) == 2


def test_blocks_are_one_batch():
    rng = np.random.default_rng(3)
    given = {"x": dyadic(rng, 30_000, -4, 4), "n": integers(rng, 30_000, 0, 7)}
    ours = Margins((1 + x) ** n >= 1 + n * x)
    whole = ours(given)
    assert whole.margin.shape == whole.status.shape == (30_000,)
    assert whole.margin.dtype == np.float64 and whole.status.dtype == np.int8
    for k in (0, 8_191, 8_192, 29_999):
        one = ours({v: c[k : k + 1] for v, c in given.items()})
        assert one.margin[0] == pytest.approx(whole.margin[k], abs=4e-16) and one.status[0] == whole.status[k]


def test_columns_are_neither_changed_nor_returned():
    xs = np.linspace(0.5, 2, 300)
    before = xs.copy()
    outcome = Margins(negation(x < 0))({"x": xs})
    outcome.margin[:] = 7
    assert np.array_equal(xs, before)


def facts_of(column, block=8):
    """The facts of a column, its grain among them."""
    xp = backend()
    return fact(*range_of(xp, column, block), grain_of(xp, column, block))


def test_facts_describe_a_column():
    assert facts_of(np.array([3.0, -2.0, 5.0])) == Fact(-2.0, 5.0, 0)
    assert facts_of(np.array([0.75, -2.5])) == Fact(-2.5, 0.75, -2)
    assert facts_of(np.array([1e6, 3.0, -1e5])) == Fact(-131072.0, 1048576.0, 0)
    assert facts_of(np.array([0.1, 0.3e-9])) == Fact(2.0**-32, 0.125, None)
    late = np.concatenate([np.ones(1_000), [2.0**-20]])
    assert facts_of(late).grain == -20 and facts_of(late, 1 << 20).grain <= -20
    for bad in (np.nan, np.inf, -np.inf):
        for column in (np.array([1.0, bad, 2.0]), np.append(np.ones(100), bad)):
            with pytest.raises(Unfit):
                range_of(backend(), column, 8)
    for k in range(300):
        column = columns(np.random.default_rng(k), 50)["x"]
        found = facts_of(column) if np.abs(column).max() < 2.0**900 else fact(*range_of(backend(), column, 8), None)
        assert found.low <= column.min() and column.max() <= found.high
        assert found.grain is None or all(Fraction(v) % Fraction(2) ** found.grain == 0 for v in column)


# Single precision.


def test_single_precision_judges_the_instance_that_was_given():
    """Columns that float32 cannot hold are rounded, and what that leaves open is settled in float64."""
    xs = 1 + np.arange(400) * 1e-10
    single = Margins(x < 1 + y, dtype="float32")({"x": xs, "y": np.full(400, 2e-8)})
    double = Margins(x < 1 + y)({"x": xs, "y": np.full(400, 2e-8)})
    assert np.array_equal(single.status, double.status) and {1, -1} <= set(single.status.tolist())
    apart = Margins(x == y, dtype="float32")({"x": xs, "y": xs + 1e-12})
    assert (apart.status == -1).all()
    wide = {"i": np.full(300, 2.0**24 + 1), "n": np.full(300, 2.0**24)}
    assert (Margins(i == n, dtype="float32")(wide).status == -1).all()
    assert (Margins(conj(i == n + 1, x <= 2), dtype="float32")({**wide, "x": np.full(300, 1e300)}).status == -1).all()


def test_single_precision_keeps_its_promise():
    rng = np.random.default_rng(3)
    given = {"x": dyadic(rng, 5_000, -4, 4), "y": rng.random(5_000), "n": integers(rng, 5_000, 0, 6)}
    for observed in (exp(x) >= 1 + x, x * y <= (x * x + y * y) / 2, (1 + y) ** n >= 1 + n * y, erf(y) <= 2 * y):
        ours, doubles = Margins(observed, dtype="float32"), Margins(observed)
        given_here = {k: given[k] for k in ours.variables}
        single, double = ours(given_here), doubles(given_here)
        assert single.margin.dtype == np.float64
        assert np.array_equal(single.status, double.status)
        np.testing.assert_allclose(single.margin, double.margin, atol=3e-6)


def test_only_two_precisions_are_known():
    with pytest.raises(ValueError, match="float32 or float64, not in 'float16'"):
        Margins(x < 1, dtype="float16")
