"""The enclosure rule: every operation contains the true value, at tiny, huge and negative arguments, and is tight."""

from __future__ import annotations

import random
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
        width = high - low if name != "erf" or abs(x) <= 6 else Fraction(0)  # beyond 6, only between erf(6) and 1
        assert width <= max(abs(high), Fraction(1)) * Fraction(1, 2 ** (precision // 2 - 4)), (name, precision, x)


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
