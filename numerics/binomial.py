"""Exact tails of the binomial distribution with success probability 1/2."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate

import numpy as np


def tail_numerators(trials: int) -> np.ndarray:
    """Return the Python integers sum_{j >= T} C(trials, j) for T = 0, ..., trials + 1.

    The result is an object array of length trials + 2; over 2**trials these are the tails P[Bin(trials, 1/2) >= T].
    """
    if trials < 0:
        raise ValueError(f"a number of trials is at least 0, not {trials}")
    # C(n, j+1) = C(n, j) (n-j)/(j+1), exact at each step; the row is symmetric, so it may be summed from either end.
    row = accumulate(range(trials), lambda c, j: c * (trials - j) // (j + 1), initial=1)
    sums = list(accumulate(row, initial=0))
    tails = np.empty(trials + 2, dtype=object)
    tails[:] = sums[::-1]
    return tails


def upper_tails(trials: int, thresholds: Sequence[int | Fraction] | None = None) -> list[Fraction]:
    """Return P[Bin(trials, 1/2) >= T] exactly, for each T in `thresholds` (default 0, ..., trials + 1).

    A threshold may be any exact rational; P[... >= T] = P[... >= ceil(T)].
    """
    tails = tail_numerators(trials)
    if thresholds is None:
        thresholds = range(trials + 2)
    total = 1 << trials
    return [Fraction(tails[min(max(math.ceil(t), 0), trials + 1)], total) for t in thresholds]
