from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.gaussian import erf_enclosure, normal_within

PI_LOW, PI_HIGH = Fraction(31415926535897932384, 10**19), Fraction(31415926535897932385, 10**19)


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


def test_inexact_or_impossible_arguments_are_refused():
    with pytest.raises(TypeError, match="float"):
        erf_enclosure(0.5)
    with pytest.raises(ValueError, match="negative"):
        normal_within(Fraction(-1, 2))
    with pytest.raises(ValueError, match="digit"):
        erf_enclosure(1, 0)
