"""Enclosures of erf, normal tails and exp(-t^2/2): rigorous and as narrow as promised, and shown by the checker."""

import random
from fractions import Fraction
from math import factorial

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import gaussian
from numerics.derive import Proof, SearchFailed
from numerics.gaussian import (
    bell_enclosures,
    erf_enclosure,
    erf_enclosures,
    normal_within,
    tail_enclosures,
    within_enclosures,
)
from numerics.terms import erf, exp, sqrt, term

PI_LOW, PI_HIGH = Fraction(31415926535897932384, 10**19), Fraction(31415926535897932385, 10**19)
FUNCTIONS = {
    "erf": (erf_enclosures, mpmath.erf, lambda t: erf(t)),
    "within": (within_enclosures, lambda t: mpmath.erf(t / mpmath.sqrt(2)), lambda t: erf(t / sqrt(2))),
    "tail": (tail_enclosures, lambda t: mpmath.erfc(t / mpmath.sqrt(2)), lambda t: 1 - erf(t / sqrt(2))),
    "bell": (bell_enclosures, lambda t: mpmath.exp(-t * t / 2), lambda t: exp(-(t * t / 2))),
}


def erf_squared_times_pi(x, terms):
    """Bounds of erf(x)**2 * pi / 4 from the alternating Maclaurin series (its terms fall for the x tried here)."""
    sums = [
        sum((-1) ** n * x ** (2 * n + 1) / (factorial(n) * (2 * n + 1)) for n in range(t)) for t in (terms, terms + 1)
    ]
    return min(sums) ** 2, max(sums) ** 2


@settings(max_examples=30, deadline=None)
@given(st.fractions(min_value=0, max_value=2, max_denominator=50))
def test_enclosure_meets_the_series(x):
    low, high = erf_enclosure(x, 20)
    series_low, series_high = erf_squared_times_pi(x, 40)
    assert 0 <= low <= high <= 1
    assert high - low <= Fraction(1, 10**20)
    assert low**2 * PI_LOW / 4 <= series_high
    assert high**2 * PI_HIGH / 4 >= series_low


def arguments(name, rng, count):
    found = [Fraction(0), Fraction(1), Fraction(2), Fraction(12), Fraction(1, 10**40), Fraction(1, 8), Fraction(47, 8),
             Fraction(47, 8) - Fraction(1, 10**35), Fraction(40), 3 + Fraction(1, 3**50), Fraction(300), Fraction(1023),
             Fraction(1024), Fraction(1025)]  # fmt: skip
    found += [Fraction(rng.randrange(1, 12 * 10**6), 10**6) for _ in range(count)]
    found += [Fraction(rng.getrandbits(100), 2 ** rng.randrange(97, 200)) for _ in range(count // 4)]
    return found + [-x for x in found[:5]] if name in ("erf", "bell") else found


@pytest.mark.parametrize("digits", [1, 15, 30, 60, 120])
@pytest.mark.parametrize("count", [3, 150])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_contains_the_value_and_is_narrow(name, count, digits):
    """``count`` values directly, or enough of them for expansions."""
    enclosures, function, _ = FUNCTIONS[name]
    ts = arguments(name, random.Random(f"{name}{digits}"), count)
    assert count < 10 or len(ts) >= gaussian.LONG
    found = enclosures(ts, digits)
    with mpmath.workdps(2 * digits + 400):
        for t, low, high, e in zip(ts, found.low, found.high, found.exponent, strict=True):
            value = mpmath.ldexp(function(mpmath.mpf(t.numerator) / t.denominator), -e)
            if name in ("erf", "within"):
                assert low <= value <= high and -(2**-e) <= low <= high <= 2**-e
                assert Fraction(high - low) * Fraction(2) ** e <= Fraction(1, 10**digits)
            else:
                assert low < value < high
                assert (high - low) * 10**digits <= low


def test_expansions_change_nothing():
    rng = random.Random(5)
    ts = [Fraction(rng.randrange(10**9), 10**8) for _ in range(gaussian.LONG)]
    for enclosures in (erf_enclosures, within_enclosures, tail_enclosures, bell_enclosures):
        together, alone = enclosures(ts, 30), [enclosures([t], 30) for t in ts]
        assert together.low == [a.low[0] for a in alone] and together.exponent == [a.exponent[0] for a in alone]


def test_tails_far_beyond_any_floating_point():
    """By Mills' ratio: t/(1 + t^2) < tail sqrt(pi/2) exp(t^2/2) < 1/t."""
    ts = [10**3, 1100, 10**6, 10**12]
    tails, bells = tail_enclosures(ts, 30), bell_enclosures(ts, 30)
    for i, t in enumerate(ts):
        shift = tails.exponent[i] - bells.exponent[i]
        ratio = [Fraction(a, b) * Fraction(2) ** shift for a, b in
                 ((tails.low[i], bells.high[i]), (tails.high[i], bells.low[i]))]  # fmt: skip
        assert ratio[1] ** 2 * PI_HIGH / 2 > Fraction(t, 1 + t * t) ** 2
        assert ratio[0] ** 2 * PI_LOW / 2 < Fraction(1, t) ** 2


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_checker_shows_every_bound_with_the_digits_named(name):
    enclosures, _, statement = FUNCTIONS[name]
    rng = random.Random(name)
    ts = [Fraction(0), Fraction(1, 3), Fraction(1, 10**40), Fraction(7, 2), Fraction(15, 2), Fraction(12), Fraction(14)]
    ts += [Fraction(rng.randrange(8 * 10**4), 10**4) for _ in range(20)]
    shown = 0
    for digits in (5, 30, 60):
        found = enclosures(ts, digits)
        for t, (low, high), bits in zip(ts, found.fractions(), found.bits, strict=True):
            if bits > 600:
                continue
            p, value = Proof(), statement(term(t))
            for claim in (term(low) <= value, value <= term(high)):
                p.step("enclosure", [], [claim], [bits])
            for claim in (value < term(low), term(high) < value):
                with pytest.raises(SearchFailed, match="not shown"):
                    p.step("enclosure", [], [claim], [bits])
            shown += 1
    assert shown > 70


def test_known_values():
    for z, known in ((1, "0.6826894921370858971704650912"), (3, "0.9973002039367398109466963704")):
        low, high = normal_within(z, 25)
        assert low <= Fraction(known) <= high or abs(low - Fraction(known)) < Fraction(1, 10**25)
    assert erf_enclosure(0) == (0, 0)


def test_symmetry_and_range():
    low, high = erf_enclosure(Fraction(7, 5), 12)
    assert erf_enclosure(Fraction(-7, 5), 12) == (-high, -low)
    low, high = normal_within(50, 10)
    assert 1 - Fraction(1, 10**10) < low < high == 1
    assert erf_enclosures([], 30).fractions() == []


def test_a_ball_too_wide_is_computed_again():
    """A function that is known only roughly at first, and one whose size was guessed wrongly."""
    from flint import ctx

    def rough(arb, n, d):
        return arb(n) / d + (arb(0, 1) if ctx.prec < 200 else 0)

    middles, shifts = gaussian._integers(rough, [(1, 3), (2, 3)], [100, 100], 100, None)
    assert shifts == [100, 100]
    assert all(abs(3 * m - k * 2**100) < 3 for k, m in zip((1, 2), middles, strict=True))
    (middle,), (shift,) = gaussian._integers(rough, [(1, 3)], [0], 100, 2**90)
    assert middle >= 2**90 and abs(3 * middle - 2**shift) < 3


def test_inexact_or_impossible_arguments_are_refused():
    with pytest.raises(TypeError, match="float"):
        erf_enclosure(0.5)
    with pytest.raises(TypeError, match="bool"):
        bell_enclosures([True])
    with pytest.raises(ValueError, match="negative"):
        normal_within(Fraction(-1, 2))
    with pytest.raises(ValueError, match="negative"):
        tail_enclosures([1, Fraction(-1, 2)])
    with pytest.raises(ValueError, match="digit"):
        erf_enclosure(1, 0)
