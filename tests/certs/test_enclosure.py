"""The enclosure rule: every operation contains the true value, at tiny, huge and negative arguments, and is tight."""

from __future__ import annotations

import random
import sys
from fractions import Fraction
from typing import Any

import mpmath
import pytest
from craft import Bench

from certs.checker import Replay
from certs.language import Rejected
from certs.rules.interval import Arithmetic, Interval

mpmath.mp.prec = 53
FUNCTIONS = {"exp": mpmath.exp, "log": mpmath.log, "sqrt": mpmath.sqrt, "erf": mpmath.erf}


def exact(x: mpmath.mpf) -> Fraction:
    """A binary floating-point number as a fraction."""
    sign, mantissa, exponent, _ = x._mpf_
    return Fraction(-mantissa if sign else mantissa) * Fraction(2) ** exponent


def true_value(name: str, x: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """Bounds of f(x) by mpmath, far tighter than the enclosure under test."""
    with mpmath.workprec(bits):
        value = FUNCTIONS[name](mpmath.mpf(x.numerator) / x.denominator)
        middle = exact(value)
    slack = abs(middle) * Fraction(1, 2 ** (bits - 40))
    if name == "exp":  # the argument's own rounding
        slack *= 1 + abs(x)
    if name == "erf":  # a value that mpmath rounds to 1
        return max(middle - slack, Fraction(-1)), min(middle + slack, Fraction(1))
    return middle - slack, middle + slack


def contains(name: str, interval: Interval, x: Fraction, precision: int) -> bool:
    """Whether an interval contains f(x), surely."""
    low, high = interval
    if name == "sqrt":
        return 0 <= low and low * low <= x <= high * high
    lowest, highest = true_value(name, x, precision + 1_800 if abs(x) < Fraction(1, 10**300) else precision + 300)
    return low <= lowest and highest <= high


def arguments(name: str, rng: random.Random, count: int) -> list[Fraction]:
    """Ordinary, tiny, huge and awkward arguments in the domain of a function."""
    found = [Fraction(0), Fraction(1), Fraction(1, 2), Fraction(2), Fraction(6), Fraction(6) + Fraction(1, 10**9),
             Fraction(1, 2) + Fraction(1, 10**30), Fraction(1, 10**40), Fraction(10**6), Fraction(255, 256),
             Fraction(257, 256), Fraction(1, 10**500), Fraction(2**64 - 1, 2**64)]  # fmt: skip
    for n in (1, 2, 3, 5, 7, 9, 12, 15, 20, 24, 25, 40):  # beside integers, and where erf changes to its bound
        found += [n - Fraction(1, 10**25), Fraction(n), n + Fraction(1, 3**60)]
    for _ in range(count):
        found.append(Fraction(rng.randrange(1, 10**6), rng.randrange(1, 10**6)))
        found.append(Fraction(rng.getrandbits(200) + 1, 2 ** rng.randrange(0, 400)))
        found.append(Fraction(rng.randrange(1, 100), 10 ** rng.randrange(0, 60)))
        found.append(Fraction(rng.randrange(1, 12_000), 1_000))
    if name in ("exp", "erf"):
        found += [-x for x in found]
    limit = {"exp": 90_000, "erf": 10**9}.get(name, 10**400)
    return [x for x in found if abs(x) <= limit and (name != "log" or x > 0)]


@pytest.mark.parametrize("precision", [8, 20, 53, 64, 96, 200, 600])
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_contains_the_true_value(name: str, precision: int) -> None:
    rng = random.Random(f"{name}{precision}")
    for x in arguments(name, rng, 6):
        found = getattr(Arithmetic(Replay(), precision), name)(Interval(x, x))
        assert contains(name, found, x, precision), (name, precision, x)
        low, high = found
        assert high - low <= max(abs(high), Fraction(1)) * Fraction(1, 2 ** (precision - 3)), (name, precision, x)


POINTS = {"exp": "_exp_point", "log": "_log_point", "erf": "_erf_point"}


@pytest.mark.parametrize("guard", [3, 6, 12, 40])
@pytest.mark.parametrize("name", sorted(POINTS))
def test_the_stated_errors_are_enough(name: str, guard: int) -> None:
    """Before anything is rounded outwards, and with so few guard digits that what every operation loses is seen."""
    rng = random.Random(f"{name}{guard}")
    for precision in (8, 9, 16, 33, 100, 600):
        for x in arguments(name, rng, 25):
            if (name == "erf" and x <= 0) or (name == "exp" and abs(x) > 2**guard):
                continue
            a = Arithmetic(Replay(), precision)
            a.w = precision + guard
            assert contains(name, getattr(a, POINTS[name])(x), x, precision), (name, precision, x)


@pytest.mark.parametrize("w", [4, 9, 20, 64, 300])
def test_the_error_of_the_odd_series(w: int) -> None:
    rng = random.Random(w)
    a = Arithmetic(Replay(), 8)
    a.w = w
    for _ in range(200):
        q = rng.choice([3, 7, 10**30, rng.randrange(1, 2 ** (w + 9)) + 3])
        p = rng.choice([0, 1, q // 3, rng.randrange(q // 3 + 1)])
        for sign, f in ((1, mpmath.atanh), (-1, mpmath.atan)):
            value, error = a._odd(p, q, sign)
            with mpmath.workprec(2 * w + 100):
                assert abs(exact(f(mpmath.mpf(p) / q)) * 2**w - value) < error, (p, q, sign)
    low, high = a._pi()
    with mpmath.workprec(w + 100):
        assert low < exact(+mpmath.pi) * 2**w < high


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_agrees_with_arb(name: str) -> None:
    """A second judge: the ball that Arb computes meets every enclosure."""
    import flint

    rng = random.Random(name)
    for precision in (16, 100, 600):
        for x in arguments(name, rng, 20):
            low, high = getattr(Arithmetic(Replay(), precision), name)(Interval(x, x))
            with flint.ctx.workprec(2 * precision + 900):
                ball = getattr(flint.arb(flint.fmpq(x.numerator, x.denominator)), name)()
                ends = flint.arb(flint.fmpq(low.numerator, low.denominator)).union(
                    flint.arb(flint.fmpq(high.numerator, high.denominator)))  # fmt: skip
                assert ends.contains(ball) or (high == 1 and ends.overlaps(ball)), (name, precision, x)


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_an_interval_has_the_values_of_its_ends(name: str) -> None:
    rng = random.Random(name)
    for x in arguments(name, rng, 10):
        y = x + Fraction(rng.randrange(1, 50), 8)
        if name == "exp" and y > 90_000:
            continue
        low, high = getattr(Arithmetic(Replay(), 64), name)(Interval(x, y))
        if name == "sqrt":
            assert low * low <= x and y <= high * high
        else:
            assert low <= true_value(name, x, 2_500)[0] and true_value(name, y, 2_500)[1] <= high


@pytest.mark.parametrize("precision", [8, 100, 600])
@pytest.mark.parametrize("name", sorted(POINTS))
def test_loops_are_paid_for_before_they_run(name: str, precision: int) -> None:
    """No more lines run than three for each turn that was paid for."""
    rng = random.Random(name)
    for x in arguments(name, rng, 5):
        if name == "erf" and x <= 0:
            continue
        a, paid, lines = Arithmetic(Replay(), precision), [], [0]

        def trace(frame: Any, event: str, _: Any, lines: list[int] = lines) -> Any:
            if frame.f_code.co_name not in ("_odd", *POINTS.values()):
                return None
            lines[0] += event == "line"
            return trace

        a._pay = lambda turns, bits, a=a, paid=paid: (paid.append(turns), Arithmetic._pay(a, turns, bits))  # type: ignore
        before, tracer = a.k.work, sys.gettrace()
        sys.settrace(trace)
        try:
            getattr(a, POINTS[name])(x)
        finally:
            sys.settrace(tracer)
        assert lines[0] <= 4 * sum(paid) + 20 * (len(paid) + 1), (x, lines, paid)
        assert before - a.k.work >= sum(paid)


@pytest.mark.parametrize("name", [*sorted(FUNCTIONS), "pi"])
def test_nothing_is_computed_beyond_the_budget(name: str) -> None:
    a = Arithmetic(Replay(), 600)
    a.k.work = 15
    with pytest.raises(Rejected, match="more work"):
        a.pi() if name == "pi" else getattr(a, name)(Interval(Fraction(3, 2), Fraction(5, 2)))


def test_powers_of_intervals() -> None:
    a = Arithmetic(Replay(), 64)
    for low, high in ((-3, 2), (-2, 3), (-3, -2), (2, 3), (0, 2), (-2, 0), (2, 2), (-2, -2)):
        for n in range(6):
            values = [Fraction(low) ** n, Fraction(high) ** n] + ([Fraction(0)] if low <= 0 <= high and n else [])
            found = a.power(Interval(Fraction(low), Fraction(high)), n)
            assert found.low <= min(values) and max(values) <= found.high
            if n % 2 == 0:
                assert found == (min(values), max(values))
    assert a.mul(Interval(Fraction(-2), Fraction(3)), Interval(Fraction(5), Fraction(5))) == (-10, 15)
    assert a.div(Interval(Fraction(1), Fraction(1)), Interval(Fraction(-4), Fraction(-2))) == (-0.5, -0.25)


@pytest.mark.nightly
@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_contains_many_true_values(name: str) -> None:
    rng = random.Random(name)
    for precision in (8, 13, 32, 64, 128):
        for x in arguments(name, rng, 400):
            found = getattr(Arithmetic(Replay(), precision), name)(Interval(x, x))
            assert contains(name, found, x, precision), (name, precision, x)


@pytest.mark.parametrize("precision", [8, 64, 600])
def test_pi(precision: int) -> None:
    low, high = Arithmetic(Replay(), precision).pi()
    with mpmath.workprec(precision + 100):
        middle = exact(+mpmath.pi)
    assert low < middle < high and high - low < Fraction(1, 2 ** (precision - 4))


def test_random_expressions_contain_sampled_values() -> None:
    """Compositions over boxes: the enclosure contains the value at every sampled point of the box."""
    rng = random.Random(7)

    def build(depth: int) -> tuple[str, Any]:
        if depth == 0 or rng.random() < 0.15:
            if rng.random() < 0.4:
                q = Fraction(rng.randrange(-9, 10), rng.randrange(1, 7))
                return str(q), lambda p: mpmath.mpf(q.numerator) / q.denominator
            name = rng.choice("xy")
            return name, lambda p: p[name]
        op = rng.choice(["+", "-", "*", "/", "max", "min", "neg", "abs", "exp", "log", "sqrt", "erf", "^"])
        s, f = build(depth - 1)
        if op in ("neg", "abs", "exp", "log", "sqrt", "erf"):
            g = {"neg": lambda x: -x, "abs": abs, **FUNCTIONS}[op]
            return f"({op} {s})", lambda p: g(f(p))
        if op == "^":
            n = rng.randrange(0, 5)
            return f"(^ {s} {n})", lambda p: f(p) ** n
        t, h = (s, f) if op == "*" and rng.random() < 0.3 else build(depth - 1)
        two = {"+": lambda x, y: x + y, "-": lambda x, y: x - y, "*": lambda x, y: x * y, "/": lambda x, y: x / y,
               "max": max, "min": min}[op]  # fmt: skip
        return f"({op} {s} {t})", lambda p: two(f(p), h(p))

    from certs.rules.enclosure import enclose

    checked = 0
    for _ in range(1_500):
        text, value = build(rng.randrange(1, 5))
        b = Bench()
        box, ranges = {}, {}
        for name in "xy":
            low = Fraction(rng.randrange(-12, 12), rng.randrange(1, 5))
            high = low + Fraction(rng.randrange(0, 9), rng.randrange(1, 9))
            box[b.term(name)], ranges[name] = Interval(low, high), (low, high)
        precision = rng.choice([8, 24, 64, 128])
        try:
            found = enclose(b.replay, Arithmetic(b.replay, precision), b.term(text), box, {})
        except Rejected:
            continue
        checked += 1
        for _ in range(6):
            with mpmath.workprec(precision + 400):
                point = {}
                for name, (low, high) in ranges.items():
                    q = rng.choice([low, high, low + (high - low) * Fraction(rng.randrange(17), 16)])
                    point[name] = mpmath.mpf(q.numerator) / q.denominator
                x = exact(value(point))
            slack = (abs(x) + 1) * Fraction(1, 2 ** (precision + 100))
            assert found.low <= x + slack and x - slack <= found.high, (text, ranges, precision)
    assert checked > 600


def bounded(b: Bench, *bounds: tuple[str, str, str]) -> list[int]:
    return [s for low, x, high in bounds for s in b.assume(f"(<= {low} {x})", f"(<= {x} {high})")]


def test_accepts_with_cut_points_and_keeps_hypotheses() -> None:
    b = Bench()
    p = bounded(b, ("-1", "x", "1"))
    goal = "(< (* x (- 1 x)) 1/2)"
    assert "not shown on the cell [-1, 1]" in b.refuses("enclosure", p, [goal, "x"], [32, []])
    b.apply("enclosure", p, [goal, "x"], [32, ["0", "1/4", "1/2", "3/4"]])
    assert b.concludes(goal) and len(b.last().hypotheses) == 2


def test_never_strict_where_the_sides_meet() -> None:
    b = Bench()
    p = bounded(b, ("0", "x", "1"))
    assert b.refuses("enclosure", p, ["(< 0 x)", "x"], [64, []])
    assert b.refuses("enclosure", p, ["(< (+ 1 x) (exp x))", "x"], [600, [f"{i}/64" for i in (1, 3, 5)]])
    b.apply("enclosure", p, ["(<= 0 x)", "x"], [64, []])
    assert b.refuses("enclosure", [], ["(< (exp 0) 1)"], [600])
    assert b.refuses("enclosure", [], ["(<= (exp 0) 1)"], [600])


@pytest.mark.parametrize(
    ("goal", "data"),
    [
        ("(< x 2)", [64, ["2"]]),  # cut outside
        ("(< x 2)", [64, ["3/4", "1/4"]]),  # not increasing
        ("(< x 2)", [64, ["1/2", "2/4"]]),  # not lowest terms
        ("(< x 2)", [64, [0.5]]),
        ("(< x 2)", [64, "1"]),
        ("(< x 2)", [64]),
        ("(< x 2)", [7, []]),
        ("(< x 2)", [601, []]),
        ("(< x 2)", [True, []]),
        ("(< x 2)", ["64", []]),
        ("(< x 2)", None),
        ("(= x x)", [64, []]),
        ("(not (< 2 x))", [64, []]),
        ("(< x y)", [64, []]),  # y has no bounds
        ("(< (/ 1 x) 5)", [64, []]),  # a division by an interval with 0
        ("(< -5 (log x))", [64, []]),
        ("(< (sqrt (- x 1/2)) 5)", [64, []]),
        ("(< (floor x) 2)", [64, []]),
        ("(< (^ x n) 2)", [64, []]),
        ("(< (^ x -1) 2)", [64, []]),
        ("(< (f x) 2)", [64, []]),
        ("(< (sum 1 2 a) 2)", [64, []]),
    ],
)
def test_rejects(goal: str, data: Any) -> None:
    b = Bench()
    p = bounded(b, ("0", "x", "1"))
    b.refuses("enclosure", p, [goal, "x"], data)


def test_rejects_other_bounds() -> None:
    b = Bench()
    goal = "(< x 2)"
    low, high, strict, swapped, other = b.assume("(<= 0 x)", "(<= x 1)", "(< x 1)", "(<= 1 x)", "(<= y 1)")
    symbolic, upside = b.assume("(<= x z)", "(<= x -1)")
    for p in ([low], [high, low], [low, strict], [low, swapped], [low, other], [low, symbolic], [low, upside], []):
        b.refuses("enclosure", p, [goal, "x"], [64, []])
    b.refuses("enclosure", [low, high], ["(< 1 2)", "1"], [64, []])
    b.apply("enclosure", [low, high], [goal, "x"], [64, []])


def test_too_many_cells() -> None:
    b = Bench()
    p = bounded(b, ("0", "x", "1"), ("0", "y", "1"))
    cuts = [f"{i}/151" for i in range(1, 151)]
    assert "more than 20000 cells" in b.refuses("enclosure", p, ["(< x 2)", "x", "y"], [64, cuts, cuts])


def test_large_bounds_are_named_in_the_reason() -> None:
    b = Bench()
    p = bounded(b, ("0", "x", "1" + "0" * 400))
    assert "not shown on the cell [0, 1000" in b.refuses("enclosure", p, ["(< x 1)", "x"], [64, []])


def test_one_variable_bounded_twice() -> None:
    """Two boxes for one variable: the conclusion rests on both, so either may be used."""
    b = Bench()
    p = bounded(b, ("0", "x", "1"), ("2", "x", "3"))
    b.apply("enclosure", p, ["(< 1 x)", "x", "x"], [64, [], []])
    assert len(b.last().hypotheses) == 4


def test_closed_terms_are_kept_for_their_precision_alone() -> None:
    """What is kept of a closed term at one precision says nothing at another, and a box never stands for another."""
    b = Bench()
    goal = "(< (- (exp 1) (exp 1)) 1/100000000000000000000)"
    assert b.refuses("enclosure", [], [goal], [16])
    b.apply("enclosure", [], [goal], [100])
    assert b.refuses("enclosure", [], [goal], [16])
    p = bounded(b, ("0", "x", "1"), ("2", "y", "3"))
    b.apply("enclosure", p[:2], ["(< (* x (exp 1)) 3)", "x"], [64, []])
    assert b.refuses("enclosure", bounded(b, ("0", "x", "2")), ["(< (* x (exp 1)) 3)", "x"], [64, []])


def test_kept_enclosures_are_paid_for() -> None:
    b = Bench()
    b.replay.terms.room = 2_000
    with pytest.raises(Rejected, match="more memory"):
        for n in range(1, 100):
            b.apply("enclosure", [], [f"(< 0 (exp (* {n} 1000)))"], [64])
