"""The rate of gradient descent: proofs that the checker accepts, and what it rejects; the instance that attains it."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.checker import Rejected, canonical, check, parse
from numerics.derive import goal_bytes
from numerics.descent import attained_certificate, rate_certificate, rate_goal, worst_case
from numerics.terms import show


def checked(document):
    return check(parse(canonical(document)))


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 7, 10, 30, None])
def test_the_rate_is_certified(steps):
    document = rate_certificate(steps)
    summary = checked(document)
    assert summary["verdict"] == "holds"
    assert set(summary["rules"]) <= {"compute", "lemma", "logic", "polynomial", "positivstellensatz"}
    assert canonical(document["goal"]) == goal_bytes(rate_goal(steps))


def test_the_goal_says_what_it_should():
    assert show(rate_goal(3)) == (
        "forall f:V->real. forall g:V->V. forall L:real. forall s:real. forall x:int->V. forall z:V. "
        "0 < L and s * L = 1 and SmoothConvex(f, g, s) and GradientDescent(x, g, s, 3) and dot(g(z), g(z)) = 0 => "
        "f(x(3)) - f(z) <= L * dot(x(0) - z, x(0) - z) / 14"
    )
    assert "f(x(N)) - f(z) <= L * dot(x(0) - z, x(0) - z) / (4 * N + 2)" in show(rate_goal())


def test_that_it_is_attained_is_certified_for_every_number_of_steps():
    assert checked(attained_certificate())["verdict"] == "holds"


def test_a_certificate_grows_linearly():
    sizes = [len(canonical(rate_certificate(steps))) for steps in (10, 20, 40)]
    assert sizes[2] - sizes[1] < 2.2 * (sizes[1] - sizes[0])


@pytest.mark.parametrize("steps", [1, 4])
def test_a_smaller_constant_has_no_such_proof(steps):
    """4 N + 3 for 4 N + 2, in the goal and in the proof alike."""
    document = rate_certificate(steps)
    document["goal"]["terms"] = [["num", str(4 * steps + 3)] if row == ["num", str(4 * steps + 2)] else row
                                 for row in document["goal"]["terms"]]  # fmt: skip
    with pytest.raises(Rejected, match="does not add up to zero"):
        checked(document)
    assert worst_case(steps) > Fraction(1, 4 * steps + 3)


@pytest.mark.parametrize("steps", [1, 3, None])
def test_every_multiplier_counts(steps):
    """Moving one coefficient of the proof by a thousandth, either way, loses the proof."""
    document = rate_certificate(steps)
    place = max(range(len(document["steps"])), key=lambda i: len(str(document["steps"][i][3])))
    cone = document["steps"][place][3][0][0]
    for term in range(len(cone)):
        for by in (Fraction(1, 1000), Fraction(-1, 1000)):
            moved = copy.deepcopy(document)
            moved["steps"][place][3][0][0][term][0] = str(Fraction(cone[term][0]) + by)
            with pytest.raises(Rejected, match="does not add up to zero"):
                checked(moved)


positive = st.fractions(min_value=Fraction(1, 20), max_value=20, max_denominator=60)


@settings(deadline=None)
@given(st.integers(0, 40), positive, positive)
def test_the_worst_case_attains_the_rate_exactly(steps, L, distance):
    assert worst_case(steps, L, distance) == L * distance**2 / (4 * steps + 2)


@settings(deadline=None)
@given(st.integers(0, 12), positive, positive, st.fractions(min_value=0, max_value=1, max_denominator=50))
def test_other_functions_stay_below_the_rate(steps, width, distance, curvature):
    """Huber functions with any width, and quadratics of any curvature up to L = 1, iterated exactly."""
    for slope, value in (
        (lambda u: max(-width, min(u, width)), lambda u: min(width, abs(u)) * (abs(u) - min(width, abs(u)) / 2)),
        (lambda u: curvature * u, lambda u: curvature * u * u / 2),
    ):
        u = distance
        for _ in range(steps):
            u -= slope(u)
        assert value(u) <= distance**2 / (4 * steps + 2)


def test_a_negative_number_of_steps_is_refused():
    with pytest.raises(ValueError, match="steps = -1"):
        rate_certificate(-1)
