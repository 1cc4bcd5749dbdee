"""Random formulas over x, y (real) and i, n (integers), near their edges on purpose, and columns of instances."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from numerics.terms import (
    Term,
    absolute,
    binomial,
    conj,
    either,
    erf,
    exp,
    floor,
    implies,
    integer,
    log,
    maximum,
    minimum,
    negation,
    pi,
    product,
    real,
    sqrt,
    term,
    total,
    where,
)

REALS, INTEGERS, INDEX = (real("x"), real("y")), (integer("i"), integer("n")), integer("t")
CONSTANTS = [term(c) for c in (0, 1, 2, 3, -1, 7)] + [
    term(Fraction(*c)) for c in ((1, 2), (1, 3), (-5, 7), (1, 2**40), (10**18 + 1, 1), (1, 10**25), (2**53 + 1, 2**53))
]


def formula(rng: np.random.Generator, depth: int = 3) -> Term:
    """A comparison, or a few joined."""
    kind = int(rng.integers(0, 9))
    if kind == 0:
        return conj(formula(rng, depth), formula(rng, depth - 1))
    if kind == 1:
        return either(formula(rng, depth), formula(rng, depth - 1))
    if kind == 2:
        return negation(formula(rng, depth))
    if kind == 3:
        return implies(formula(rng, 1), formula(rng, depth))
    left, right = number(rng, depth), number(rng, depth)
    if rng.random() < 0.4:
        right = almost(rng, left)
    return [left <= right, left < right, left == right][int(rng.integers(0, 3))]


def almost(rng: np.random.Generator, a: Term) -> Term:
    """A term equal to another one, or nearly so."""
    b = number(rng, 1)
    return [lambda: a + b - b, lambda: a * (1 + term(Fraction(1, 2**52))), lambda: sqrt(a * a), lambda: a / 3 * 3,
            lambda: (a + b) * (a + b) - a * a - 2 * a * b - b * b + a, lambda: a, lambda: log(exp(a)),
            lambda: a + term(Fraction(1, 10**17)), lambda: maximum(a, a - b * b),
            lambda: where(b < 1, a, a * 1)][int(rng.integers(0, 10))]()  # fmt: skip


def number(rng: np.random.Generator, depth: int) -> Term:
    """A term of sort real or int."""
    if depth <= 0 or rng.random() < 0.15:
        leaves = [*REALS, *REALS, *INTEGERS, CONSTANTS[int(rng.integers(0, len(CONSTANTS)))]]
        return leaves[int(rng.integers(0, len(leaves)))]
    a, b = number(rng, depth - 1), number(rng, depth - 1)
    n = INTEGERS[1]
    makers = [lambda: a + b, lambda: a - b, lambda: a * b, lambda: a / b, lambda: -a, lambda: absolute(a),
              lambda: maximum(a, b), lambda: minimum(a, b), lambda: floor(a), lambda: sqrt(a), lambda: exp(a),
              lambda: log(a), lambda: erf(a), lambda: a ** int(rng.integers(0, 5)), lambda: a**n,
              lambda: where(a <= b, a, b - 1), lambda: total(INDEX, 0, n, a * INDEX),
              lambda: product(INDEX, 1, n, 1 + a / INDEX), lambda: binomial(n + 3, 2) * a, lambda: pi * a,
              lambda: a + b, lambda: a * b, lambda: a - b]  # fmt: skip
    return makers[int(rng.integers(0, len(makers)))]()


def columns(rng: np.random.Generator, size: int, mild: bool = False) -> dict[str, Any]:
    """Instances: short dyadic numbers, integers, and unless ``mild`` all magnitudes, with zeros and ties among them."""

    def of(kind: int) -> Any:
        sign = rng.choice([-1.0, 1.0], size)
        return [
            lambda: rng.integers(-4 * 4096, 4 * 4096, size) / 4096,
            lambda: rng.integers(-3, 10, size).astype(float),
            lambda: rng.integers(1, 64, size) / 8,
            lambda: rng.normal(size=size) * 10.0 ** rng.integers(-8, 9, size),
            lambda: 1 + rng.integers(-3, 4, size) * 2.0**-52,
            lambda: sign * np.ldexp(rng.random(size) + 0.5, rng.integers(-1080, 1000, size)),
            lambda: sign * np.ldexp(rng.random(size) + 0.5, rng.integers(-540, 500, size)),
        ][kind]()

    kinds = rng.integers(0, 4 if mild else 7, 2)
    found = {"x": of(int(kinds[0])), "y": of(int(kinds[1]))}
    found["y"] = np.where(rng.random(size) < 0.2, found["x"], found["y"])
    found["x"] = np.where(rng.random(size) < 0.05, 0.0, found["x"])
    found["i"] = rng.integers(-5, 9, size).astype(float)
    if not mild and rng.random() < 0.3:
        found["i"] = rng.integers(-(2**53), 2**53, size).astype(float)
    found["n"] = rng.integers(0, 6, size).astype(float)
    return found
