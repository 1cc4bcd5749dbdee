from fractions import Fraction
from math import comb

from hypothesis import given
from hypothesis import strategies as st

from numerics.binomial import tail_numerators, upper_tails


@given(st.integers(0, 60))
def test_tails_are_the_sums_of_the_row(n):
    assert tail_numerators(n).tolist() == [sum(comb(n, j) for j in range(t, n + 1)) for t in range(n + 2)]


def test_thresholds_round_up_and_clip():
    assert upper_tails(2, [-3, 0, Fraction(1, 2), 1, 2, Fraction(5, 2), 9]) == [
        Fraction(x, 4) for x in (4, 4, 3, 3, 1, 0, 0)
    ]


def test_large_tails_stay_exact():
    tails = upper_tails(2001)
    assert tails[1001] == Fraction(1, 2)
    assert tails[-2] == Fraction(1, 2**2001)
