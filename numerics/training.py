"""Exact training of two-layer ReLU networks with the squared loss: every cell searched, every minimum certified.

A network of width w is x -> sum_i s_i max(0, <a_i, x> + b_i), s_i in {-1, 1}. The hyperplanes of the points
(x_j, 1) cut the space of (a, b) into *cells*, on each of which a unit is active at the same points. A cell is a cone;
on it the outputs of a unit at the data are the sums, with weights >= 0, of those of the cone's generators. For a choice
of a sign and a cell for each unit, the least loss is thus the squared distance of the labels from a finitely generated
cone, which is found exactly, by Lawson and Hanson's method in rational arithmetic, and proved by its residual r: r has
no positive product with any generator, and product 0 with the fitted values.

Points and labels are rational numbers, given as integers or fractions.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, gcd, lcm
from typing import Any

Vector = tuple[int, ...]
Rational = int | Fraction


@dataclass(frozen=True)
class Cell:
    """A closed cell of full dimension: which points are active inside it, and generators of it as a cone."""

    active: tuple[bool, ...]
    generators: tuple[Vector, ...]


@dataclass
class Fit:
    """The least squared distance of labels from a cone: weights of its generators, and the residual that proves it."""

    loss: Fraction
    weights: dict[int, Fraction]
    residual: list[Fraction]


@dataclass
class Training:
    """A network of least loss, with what proves that no other is better."""

    loss: Fraction
    signs: list[int]
    weights: list[list[Fraction]]
    biases: list[Fraction]
    cells: int
    programs: int
    shift: Fraction = Fraction(0)
    certificates: list[tuple[tuple[tuple[int, int], ...], Fit]] = field(default_factory=list, repr=False)

    def __call__(self, x: Sequence[Rational]) -> Fraction:
        """The output of the network."""
        total = self.shift
        for s, a, b in zip(self.signs, self.weights, self.biases, strict=True):
            total += s * max(Fraction(0), dot(a, x) + b)
        return total


def dot(u: Sequence[Any], v: Sequence[Any]) -> Any:
    """The inner product."""
    return sum(p * q for p, q in zip(u, v, strict=True))


def integral(v: Sequence[Rational]) -> Vector:
    """The integer vector without common divisor in the direction of a rational one that is not 0."""
    scale = lcm(*(Fraction(c).denominator for c in v))
    scaled = [int(c * scale) for c in v]
    divisor = gcd(*scaled)
    return tuple(c // divisor for c in scaled)


# Cells.


def cells(points: Sequence[Sequence[Rational]]) -> list[Cell]:
    """All cells of the hyperplanes (a, b) with <a, x_j> + b = 0: one for each way in which a hyperplane parts the
    points. By double description, one point at a time."""
    if not points:
        raise ValueError("there is no data")
    size = len(points[0]) + 1
    lifted = [integral([*x, 1]) for x in points]
    basis = [tuple(int(i == j) for i in range(size)) for j in range(size)]
    found: list[tuple[tuple[bool, ...], list[Vector], list[Vector]]] = [((), basis, [])]
    for number, h in enumerate(lifted):
        following = []
        for active, lines, rays in found:
            for side, part in zip((True, False), _halves(lines, rays, h, lifted[:number]), strict=True):
                if part is not None:
                    following.append(((*active, side), *part))
        found = following
    result = []
    for active, lines, rays in found:
        both = [*rays, *lines, *(tuple(-c for c in line) for line in lines)]
        result.append(Cell(active, tuple(both)))
    return result


def _halves(lines: list[Vector], rays: list[Vector], h: Vector, before: list[Vector]) -> Iterator[Any]:
    """The parts of a cone with <h, .> >= 0 and with <= 0, as lines and rays; None for a part without interior."""
    across = next((line for line in lines if dot(h, line)), None)
    if across is not None:
        slope = dot(h, across)
        up = across if slope > 0 else tuple(-c for c in across)
        slope = abs(slope)

        def level(v: Vector) -> Vector:
            height = dot(h, v)
            return integral([slope * c - height * d for c, d in zip(v, up, strict=True)]) if height else v

        flat = [level(line) for line in lines if line is not across]
        edges = [level(ray) for ray in rays]
        yield flat, [*edges, up]
        yield flat, [*edges, tuple(-c for c in up)]
        return
    heights = [dot(h, ray) for ray in rays]
    tight = [{k for k, g in enumerate(before) if dot(g, ray) == 0} for ray in rays]
    new = []
    for p, q in itertools.product(range(len(rays)), repeat=2):
        if heights[p] > 0 > heights[q]:
            shared = tight[p] & tight[q]
            if not any(shared <= tight[r] for r in range(len(rays)) if r not in (p, q)):
                new.append(integral([heights[p] * d - heights[q] * c for c, d in zip(rays[p], rays[q], strict=True)]))
    for sign in (1, -1):
        if any(sign * height > 0 for height in heights):
            yield lines, [ray for ray, height in zip(rays, heights, strict=True) if sign * height >= 0] + new
        else:
            yield None


def most_cells(dimension: int, points: int) -> int:
    """The number of cells of points in general position: 2 (C(D-1, 0) + ... + C(D-1, n))."""
    return 2 * sum(comb(points - 1, i) for i in range(dimension + 1))


# Convex programs.


def fit(generators: Sequence[Sequence[Rational]], labels: Sequence[Rational]) -> Fit:
    """The least sum of squares of labels minus a combination of the generators with weights >= 0, exactly."""
    chosen: list[int] = []
    weights: dict[int, Fraction] = {}
    while True:
        residual = [Fraction(c) for c in labels]
        for g, weight in weights.items():
            residual = [r - weight * c for r, c in zip(residual, generators[g], strict=True)]
        gains = [dot(residual, g) for g in generators]
        best = max(range(len(gains)), key=lambda g: gains[g], default=None)
        if best is None or gains[best] <= 0:
            return Fit(dot(residual, residual), weights, residual)
        chosen.append(best)
        weights[best] = Fraction(0)
        while True:
            target = _least_squares([generators[g] for g in chosen], labels)
            low = [(weights[g] / (weights[g] - t), g) for g, t in zip(chosen, target, strict=True) if t <= 0]
            if not low:
                weights = dict(zip(chosen, target, strict=True))
                break
            step = min(low)[0]
            weights = {g: weights[g] + step * (t - weights[g]) for g, t in zip(chosen, target, strict=True)}
            chosen = [g for g in chosen if weights[g] > 0]
            weights = {g: weights[g] for g in chosen}


def _least_squares(columns: list[Sequence[Rational]], labels: Sequence[Rational]) -> list[Fraction]:
    """Coefficients of the best combination of independent columns, by elimination in the normal equations."""
    rows = [[Fraction(dot(u, v)) for v in columns] + [Fraction(dot(u, labels))] for u in columns]
    for pivot in range(len(rows)):
        head = rows[pivot][pivot]  # positive: Gram matrices of independent vectors are positive definite
        rows[pivot] = [c / head for c in rows[pivot]]
        for other in range(len(rows)):
            if other != pivot and rows[other][pivot]:
                factor = rows[other][pivot]
                rows[other] = [c - factor * d for c, d in zip(rows[other], rows[pivot], strict=True)]
    return [row[-1] for row in rows]


def proves(found: Fit, generators: Sequence[Sequence[Rational]], labels: Sequence[Rational]) -> bool:
    """Whether a fit is what it says: its weights are >= 0 and leave its residual, which no generator lessens."""
    values = [Fraction(0)] * len(labels)
    for g, weight in found.weights.items():
        values = [c + weight * d for c, d in zip(values, generators[g], strict=True)]
    return (
        all(weight >= 0 for weight in found.weights.values())
        and [y - c for y, c in zip(labels, values, strict=True)] == found.residual
        and all(dot(found.residual, g) <= 0 for g in generators)
        and dot(found.residual, values) == 0
        and found.loss == dot(found.residual, found.residual)
    )


# Training.


def outputs(cell: Cell, points: Sequence[Sequence[Rational]]) -> list[list[Rational]]:
    """What a unit gives at the points, for each generator of a cell."""
    return [[max(0, dot([*x, 1], g)) for x in points] for g in cell.generators]


def train(points: Sequence[Sequence[Rational]], labels: Sequence[Rational], width: int, *, signs: Sequence[int] = (
        1, -1), among: Callable[[Cell], bool] = lambda cell: True, affine: bool = False,
          keep: bool = True) -> Training:  # fmt: skip
    """A network of least squared loss, by Algorithm 1 with the loss of the network as its objective: one convex program
    for each choice of a sign and a cell for each unit, in which the order of the units does not matter.

    With fewer ``signs``, or ``among`` fewer cells, it is the best of those; ``affine`` adds a constant, ``shift``, to
    the output; ``keep`` keeps the certificates.
    """
    found = [cell for cell in cells(points) if among(cell)]
    kinds = [(s, number) for s in signs for number in range(len(found))]
    per_cell = [outputs(cell, points) for cell in found]
    images = {(s, number): [[s * c for c in row] for row in per_cell[number]] for s, number in kinds}
    constants = [[sign] * len(points) for sign in (1, -1)] if affine else []
    best: tuple[Fit, tuple[tuple[int, int], ...]] | None = None
    certificates, programs = [], 0
    for guess in itertools.combinations_with_replacement(kinds, width):
        generators = [row for kind in guess for row in images[kind]] + constants
        result = fit(generators, labels)
        programs += 1
        if keep:
            certificates.append((guess, result))
        if best is None or result.loss < best[0].loss:
            best = result, guess
    if best is None:
        raise ValueError("there is no guess")
    result, guess = best
    weights, biases, start = [], [], 0
    for _, number in guess:
        parameters = [Fraction(0)] * (len(points[0]) + 1)
        for place, g in enumerate(found[number].generators):
            weight = result.weights.get(start + place, Fraction(0))
            parameters = [c + weight * d for c, d in zip(parameters, g, strict=True)]
        start += len(found[number].generators)
        weights.append(parameters[:-1])
        biases.append(parameters[-1])
    shift = result.weights.get(start, Fraction(0)) - result.weights.get(start + 1, Fraction(0))
    signs = [s for s, _ in guess]
    return Training(result.loss, signs, weights, biases, len(found), programs, shift, certificates)


def certified(trained: Training, points: Sequence[Sequence[Rational]], labels: Sequence[Rational]) -> bool:
    """Whether a training proves itself: as many programs as there are choices, an exact certificate for each, no one
    below its loss, and a network without a constant that attains it."""
    found = cells(points)
    width = len(trained.signs)
    if trained.shift:
        return False
    per_cell = [outputs(cell, points) for cell in found]
    kinds = [(s, number) for s in (1, -1) for number in range(len(found))]
    wanted = set(itertools.combinations_with_replacement(kinds, width))
    if {guess for guess, _ in trained.certificates} != wanted or len(trained.certificates) != len(wanted):
        return False
    for guess, result in trained.certificates:
        generators = [[s * c for c in row] for s, number in guess for row in per_cell[number]]
        if result.loss < trained.loss or not proves(result, generators, labels):
            return False
    return sum((trained(x) - y) ** 2 for x, y in zip(points, labels, strict=True)) == trained.loss


def unitwise(points: Sequence[Sequence[Rational]], labels: Sequence[Rational]) -> list[tuple[bool, ...]]:
    """For one unit with sign 1: the active sets of the cells on which all active points can be fitted exactly, where an
    objective that asks nothing of inactive points is 0."""
    exact = []
    for cell in cells(points):
        rows = [[value for value, on in zip(row, cell.active, strict=True) if on] for row in outputs(cell, points)]
        if fit(rows, [y for y, on in zip(labels, cell.active, strict=True) if on]).loss == 0:
            exact.append(cell.active)
    return exact


def descend(points: Any, labels: Any, width: int, rng: Any, *, restarts: int = 200, steps: int = 2000,
            rate: float = 0.02) -> float:  # fmt: skip
    """The least loss that gradient descent on all weights finds from random starts, all at once, in floating point: it
    tries to go below an exact minimum, and cannot."""
    import numpy as np

    x, y = np.asarray(points, dtype=float), np.asarray(labels, dtype=float)
    a = rng.normal(size=(restarts, width, x.shape[1]))
    b, v = rng.normal(size=(restarts, width)), rng.normal(size=(restarts, width))
    best = np.inf
    for _ in range(steps):
        inputs = np.einsum("rwn,jn->rwj", a, x) + b[:, :, None]
        units = np.maximum(inputs, 0)
        error = np.einsum("rw,rwj->rj", v, units) - y
        losses = (error**2).sum(axis=1)
        best = min(best, float(losses.min()))
        back = error[:, None, :] * v[:, :, None] * (inputs > 0)
        size = 1 / (1 + np.sqrt(losses))  # shorter steps far away keep all starts finite
        v = v - rate * size[:, None] * np.einsum("rj,rwj->rw", error, units)
        a = a - rate * size[:, None, None] * np.einsum("rwj,jn->rwn", back, x)
        b = b - rate * size[:, None] * back.sum(axis=2)
    return best
