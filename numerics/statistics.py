"""Confidence intervals for proportions whose coverage is certified, not only computed."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flint import arb

GRID = 10**12  # endpoints are rounded outward to twelve decimals: far below any sampling error


def binomial_tail_at_most(trials: int, successes: int, probability: Fraction, bound: Fraction) -> bool:
    """Return True only if P[Bin(trials, probability) >= successes] <= bound is certain (Arb balls, remainder bounded).

    The terms of the tail are summed until the geometric majorant of the rest is negligible.
    """
    from flint import arb, ctx, fmpq

    k, p = successes, probability
    if k <= 0:
        return bound >= 1
    if k > trials or p == 0:
        return bound >= 0
    if p * trials >= k:  # beyond the mean the terms do not fall from the start: no such tail is ever below 1/4
        return bound >= 1
    with ctx.workprec(128 + 4 * trials.bit_length()):
        odds = arb(fmpq(p.numerator, p.denominator)) / (1 - arb(fmpq(p.numerator, p.denominator)))
        term = _mass(trials, k, p)
        tail = arb(0)
        for j in range(k, trials + 1):
            tail += term
            ratio = odds * fmpq(trials - j, j + 1)
            term *= ratio  # the terms' ratio falls with j, so the rest is at most term / (1 - ratio)
            if not term > tail * fmpq(1, 10**20):
                break
        return bool(tail + term / (1 - ratio) <= fmpq(bound.numerator, bound.denominator))


def _mass(trials: int, k: int, p: Fraction) -> arb:
    """Return the ball of C(trials, k) p**k (1-p)**(trials-k)."""
    from flint import arb, fmpq

    x = arb(fmpq(p.numerator, p.denominator))
    logarithm = arb(trials + 1).lgamma() - arb(k + 1).lgamma() - arb(trials - k + 1).lgamma()
    return (logarithm + k * x.log() + (trials - k) * (1 - x).log()).exp()


def clopper_pearson(
    successes: int, trials: int, confidence: Fraction | str = Fraction(99, 100)
) -> tuple[Fraction, Fraction]:
    """Return an exact Clopper-Pearson interval: rationals low <= high that cover a proportion with `confidence`.

    `confidence` is exact (a Fraction or a decimal string). SciPy proposes the endpoints; each is moved outward until
    P[Bin(trials, low) >= successes] <= alpha/2 and P[Bin(trials, high) <= successes] <= alpha/2 are certain.
    """
    from scipy.stats import beta

    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} successes in {trials} trials: need 0 <= successes <= trials and trials >= 1")
    if isinstance(confidence, float):
        raise TypeError(f"confidence = {confidence!r} is a float: pass Fraction('{confidence!r}')")
    confidence = Fraction(confidence)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence = {confidence}: need 0 < confidence < 1")
    half = (1 - confidence) / 2

    def lower(k: int) -> Fraction:
        if k == 0:
            return Fraction(0)
        guess = float(beta.ppf(float(half), k, trials - k + 1))
        numerator, step = math.floor(guess * GRID), 1
        while numerator > 0 and not binomial_tail_at_most(trials, k, Fraction(numerator, GRID), half):
            numerator, step = numerator - step, 2 * step
        return Fraction(max(numerator, 0), GRID)

    # Failures mirror successes: P[Bin(n, q) <= k] = P[Bin(n, 1-q) >= n-k].
    return lower(successes), 1 - lower(trials - successes)
