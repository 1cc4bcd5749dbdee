"""Rates of gradient descent: the checker reads an exact proof while PEPit solves for the number."""

from __future__ import annotations

import math
import warnings
from typing import Any

import pytest
from work import Work

from certs.checker import canonical, check, parse
from numerics.descent import rate_certificate

CHECK = Work(
    name="Checking the exact rate of gradient descent after N steps (smooth, convex)",
    grows_with="steps N",
    best="O(N): one inequality and one square for each step, since the Gram matrix is tridiagonal in the right basis; "
         "PEPit solves a semidefinite program with a Gram matrix of order N + 2 and (N + 2)(N + 1) inequalities "
         "(Drori and Teboulle 2014; Taylor, Hendrickx and Glineur 2017)",
    limit="interpreter: reading terms, then rational polynomial arithmetic",
)  # fmt: skip
INDUCTION = Work(
    name="Checking the rate of gradient descent for every N at once",
    grows_with="steps N that the same certificate serves",
    best="O(1): an induction, whose size does not depend on N",
    limit="interpreter: reading terms, then rational polynomial arithmetic",
)


def solved(N: int) -> float:
    """The worst case of f(x_N) - f(x*) for L = 1 and |x_0 - x*| <= 1, by PEPit."""
    from PEPit import PEP
    from PEPit.functions import SmoothConvexFunction

    problem = PEP()
    f = problem.declare_function(SmoothConvexFunction, L=1)
    best = f.stationary_point()
    x = problem.set_initial_point()
    problem.set_initial_condition((x - best) ** 2 <= 1)
    for _ in range(N):
        x = x - f.gradient(x)
    problem.set_performance_metric(f(x) - f(best))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return float(problem.solve(wrapper="cvxpy", solver="CLARABEL", verbose=0))


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    solved(1)  # the peer's imports are not its work


def same(N: int, summary: dict[str, Any], value: float) -> bool:
    return summary["verdict"] == "holds" and math.isclose(value, 1 / (4 * N + 2), rel_tol=1e-6)


@pytest.mark.parametrize("N", range(1, 11))
def test_checked_beside_solved(beside: Any, N: int) -> None:
    data = canonical(rate_certificate(N))
    beside(CHECK, f"N = {N}", N, lambda: check(parse(data)), peer=lambda: solved(N), peer_name="PEPit with Clarabel",
           agree=lambda summary, value: same(N, summary, value), target=1.0,
           note=lambda summary, value: f"1/{4 * N + 2} proved, {value:.9f} solved for; {len(data)} bytes")  # fmt: skip


@pytest.mark.parametrize("N", [30, 100, 300])
def test_many_steps(beside: Any, N: int) -> None:
    data = canonical(rate_certificate(N))
    beside(CHECK, f"N = {N}", N, lambda: check(parse(data)), agree=lambda summary, _: summary["verdict"] == "holds",
           note=lambda summary, _: f"1/{4 * N + 2} proved; {len(data)} bytes")  # fmt: skip


@pytest.mark.parametrize("N", [5, 10, 20])
def test_every_number_of_steps(beside: Any, N: int) -> None:
    data = canonical(rate_certificate())
    beside(INDUCTION, f"every N, beside N = {N}", N, lambda: check(parse(data)), peer=lambda: solved(N),
           peer_name="PEPit with Clarabel", agree=lambda summary, value: same(N, summary, value), target=1.0,
           note=lambda summary, value: f"1/(4 N + 2) proved for all N, {value:.9f} solved for")  # fmt: skip
