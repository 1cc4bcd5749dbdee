from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.statistics import binomial_tail_at_most, clopper_pearson


def tail(n, k, p):
    """P[Bin(n, p) >= k], exactly."""
    return sum(comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.data())
def test_both_tails_are_exactly_below_half_alpha(n, data):
    k = data.draw(st.integers(0, n))
    confidence = data.draw(st.sampled_from(["0.9", "0.99", "0.999999"]))
    half = (1 - Fraction(confidence)) / 2
    low, high = clopper_pearson(k, n, confidence)
    assert 0 <= low <= Fraction(k, n) <= high <= 1
    assert (low == 0) == (k == 0)
    assert (high == 1) == (k == n)
    assert k == 0 or tail(n, k, low) <= half
    assert k == n or 1 - tail(n, k + 1, high) <= half
    # and not much wider than need be
    slack = Fraction(1, 10**9)
    assert k == 0 or tail(n, k, low + slack) > half
    assert k == n or 1 - tail(n, k + 1, high - slack) > half


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(-1, 32), st.fractions(0, 1, max_denominator=20))
def test_tail_test_is_one_sided(n, k, p):
    exact = tail(n, max(k, 0), p)
    assert not binomial_tail_at_most(n, k, p, exact - Fraction(1, 10**12))
    if p * n < k or k <= 0:
        assert binomial_tail_at_most(n, k, p, exact + Fraction(1, 10**12))


def test_many_trials():
    low, high = clopper_pearson(500_000, 1_000_000)
    assert Fraction(1, 2) - Fraction(13, 10_000) < low < high < Fraction(1, 2) + Fraction(13, 10_000)
    low, high = clopper_pearson(0, 10**9)
    assert low == 0
    assert Fraction(5, 10**9) < high < Fraction(6, 10**9)  # -log(0.005) / 10**9


@pytest.mark.parametrize("arguments", [(3, 2), (-1, 2), (0, 0), (1, 2, "1"), (1, 2, 0)])
def test_impossible_arguments(arguments):
    with pytest.raises(ValueError, match="need"):
        clopper_pearson(*arguments)


def test_float_confidence_is_refused():
    with pytest.raises(TypeError, match="float"):
        clopper_pearson(1, 2, 0.99)
