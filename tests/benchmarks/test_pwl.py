"""Composed sawtooths and ReLU networks on a line, exactly, beside loops over Fractions, SymPy and dense sampling."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import prod
from typing import Any

import numpy as np
import pytest
from work import Work

from numerics.networks import NetworkPieces, network_pieces
from numerics.pwl import (
    Laps,
    PiecewiseLinear,
    compose_relu_network,
    composition,
    composition_laps,
    count_pieces_int,
    from_relu_network,
)

WRITTEN = (
    "linear in the pieces, since all breakpoints are written down; (p + 1)^k laps on [0, M], by Lemma 2.3.5 of "
    "mukherjee2020 and Telgarsky 2016"
)
TRACED = (
    "with n pieces in the end a layer of d units above e units costs O(n d e), as in ExactLine (Sotoudeh and Thakur "
    "2019), which follows the pieces in floating point; how many there are: Hanin and Rolnick 2019"
)
FRACTIONS = "the same, function by function with Fractions"


def rational_knots(p: int, k: int) -> list[list[Fraction]]:
    """k rows of p different fractions in (0, 1) with denominators up to 100."""
    rng = np.random.default_rng([p, k])
    rows = []
    for _ in range(k):
        row: set[Fraction] = set()
        while len(row) < p:
            d = int(rng.integers(2, 101))
            row.add(Fraction(int(rng.integers(1, d)), d))
        rows.append(sorted(row))
    return rows


def integer_knots(p: int, k: int, top: int, batch: int) -> list[np.ndarray]:
    rng = np.random.default_rng([p, k])
    knots = np.tile(np.arange(1, top), (batch, 1))
    return [np.sort(rng.permuted(knots, axis=1)[:, :p], axis=1) for _ in range(k)]


def same_breakpoints(laps: Laps, f: PiecewiseLinear | None) -> bool:
    return f is None or (laps.breakpoints(), laps.line) == (f.breakpoints, f.pieces)


RATIONAL = Work("Breakpoints of composed sawtooths, rational knots", "pieces", WRITTEN,
                "memory: the numerators have several limbs of 8 bytes each")  # fmt: skip
SMALL = Work("Breakpoints of composed sawtooths, beside SymPy", "pieces", WRITTEN, "NumPy's calls")
INTEGER = Work("Breakpoints of composed sawtooths, numerators in int64", "pieces", WRITTEN, "memory")
BATCH = Work("Pieces of many small compositions (p = 3, k = 4)", "compositions", WRITTEN, "memory, in the cache")


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
def test_rational_knots(beside: Any, k: int) -> None:
    knots = rational_knots(9, k)
    laps, _ = beside(
        RATIONAL, f"p = 9, k = {k}, denominators up to 100", x=10**k, ours=lambda: composition_laps(knots, 1),
        peer=lambda: composition(knots, 1), peer_name=FRACTIONS, agree=same_breakpoints,
        target=100 if k > 3 else None, within_s=10 if k == 6 else None,
        note=lambda ours, _: f"numerators of {len(ours.limbs)} limbs, {ours.denominator.bit_length()} bits",
    )  # fmt: skip
    assert laps.interval == 10**k


@pytest.mark.parametrize("k", [3, 4, 5, 6])
def test_integer_knots(beside: Any, k: int) -> None:
    knots = [a[0].tolist() for a in integer_knots(9, k, 1000, 1)]
    laps, _ = beside(
        INTEGER, f"p = 9, k = {k}, M = 1000", x=10**k, ours=lambda: composition_laps(knots, 1000),
        peer=(lambda: composition(knots, 1000)) if k < 6 else None, peer_name=FRACTIONS, agree=same_breakpoints,
        target=100 if k > 3 else None, within_s=10 if k == 6 else None,
    )  # fmt: skip
    assert (laps.interval, len(laps.limbs)) == (10**k, 1)


def test_sympy_piecewise(beside: Any) -> None:
    import sympy as sp

    knots = [[Fraction(1, 3)], [Fraction(2, 5)]]

    def by_sympy() -> set[Fraction]:
        value = sp.Symbol("x", real=True)
        for a in knots:
            nodes = [sp.Rational(v) for v in (Fraction(0), *a, Fraction(1))]
            laps = [((value - u) / (v - u), value <= v) for u, v in pairwise(nodes)]
            rises = [(1 - t if i % 2 else t, where) for i, (t, where) in enumerate(laps)]
            rises[-1] = rises[-1][0], True
            value = sp.piecewise_fold(sp.Piecewise((sp.Integer(0), value <= 0), *rises))
        bends = sp.Union(*(where.boundary for _, where in value.as_expr_set_pairs(sp.S.Reals)))
        return {Fraction(int(b.p), int(b.q)) for b in bends}

    beside(
        SMALL, "p = 1, k = 2", x=4, ours=lambda: composition_laps(knots, 1), peer=by_sympy,
        peer_name="SymPy: piecewise_fold, and the boundaries of the pieces",
        agree=lambda ours, theirs: set(ours.breakpoints()) == theirs,
    )  # fmt: skip


@pytest.mark.parametrize(("batch", "compared"), [(30, True), (300, True), (3000, False), (30000, False)])
def test_many_compositions(beside: Any, batch: int, compared: bool) -> None:
    knots = integer_knots(3, 4, 32, batch)
    beside(
        BATCH, f"{batch} compositions of {4**4} laps", x=batch, ours=lambda: count_pieces_int(knots, 32).line.tolist(),
        peer=(lambda: [composition([a[i].tolist() for a in knots], 32).pieces for i in range(batch)])
        if compared else None, peer_name=FRACTIONS,
        agree=lambda ours, theirs: theirs is None or ours == theirs, target=100,
    )  # fmt: skip


NETWORK = Work("Pieces of a random ReLU network on a line", "pieces", TRACED,
               "vectors of a few thousand numbers: NumPy's calls, then its memory; reading the weights")  # fmt: skip
LARGE = Work("Pieces of a random ReLU network on a line, numbers beyond 2^53", "pieces", TRACED,
             "products of matrices of Python integers in FLINT, and their conversion")  # fmt: skip
NETWORKS = Work("Pieces of many small ReLU networks (widths 3 and 3)", "networks", TRACED, "memory, in the cache")
SAMPLING = Work("Pieces of ReLU networks on [-10, 10], beside dense sampling", "networks", TRACED, "NumPy's calls")


def random_networks(widths: list[int], batch: int, size: int = 9) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Weights uniform in the integers of [-9, 9], biases in those of [-99, 99] for size 9."""
    rng = np.random.default_rng([*widths, batch, size])
    shapes = list(pairwise([1, *widths, 1]))
    return ([rng.integers(-size, size, (batch, b, a), endpoint=True) for a, b in shapes],
            [rng.integers(-11 * size, 11 * size, (batch, b), endpoint=True) for _, b in shapes])  # fmt: skip


def lists(arrays: list[np.ndarray], i: int) -> list[Any]:
    return [a[i].tolist() for a in arrays]


@pytest.mark.parametrize(
    ("widths", "compared"),
    [([300], True), ([1000], True), ([20, 20], True), ([40, 40], True), ([20] * 4, True), ([40] * 3, True),
     ([60] * 3, False), ([100] * 4, False), ([200] * 4, False), ([400] * 4, False)],
)  # fmt: skip
def test_one_network(beside: Any, widths: list[int], compared: bool) -> None:
    weights, biases = random_networks(widths, 1)
    arguments = lists(weights, 0), lists(biases, 0)
    pieces = from_relu_network(*arguments).pieces
    beside(
        NETWORK, f"{len(widths)} x {widths[0]} units: {pieces} pieces", x=pieces,
        ours=lambda: from_relu_network(*arguments),
        peer=(lambda: compose_relu_network(*arguments)) if compared else None, peer_name=FRACTIONS,
        agree=lambda ours, theirs: theirs is None or ours == theirs, target=50,
    )  # fmt: skip


@pytest.mark.parametrize(("widths", "compared"), [([20, 20], True), ([20] * 4, True), ([100] * 3, False)])
def test_one_network_of_large_numbers(beside: Any, widths: list[int], compared: bool) -> None:
    """Weights with six decimals."""
    weights, biases = random_networks(widths, 1, 3 * 10**6)
    arguments = [[[[Fraction(v, 10**6) for v in row] for row in w] for w in lists(weights, 0)],
                 [[Fraction(v, 10**6) for v in b] for b in lists(biases, 0)]]  # fmt: skip
    pieces = from_relu_network(*arguments).pieces
    beside(
        LARGE, f"{len(widths)} x {widths[0]} units, six decimals: {pieces} pieces", x=pieces,
        ours=lambda: from_relu_network(*arguments),
        peer=(lambda: compose_relu_network(*arguments)) if compared else None, peer_name=FRACTIONS,
        agree=lambda ours, theirs: theirs is None or ours == theirs, target=50,
    )  # fmt: skip


@pytest.mark.parametrize(("batch", "compared"), [(100, True), (1000, True), (10000, False), (100000, False)])
def test_many_networks(beside: Any, batch: int, compared: bool) -> None:
    weights, biases = random_networks([3, 3], batch)
    beside(
        NETWORKS, f"{batch} networks", x=batch, ours=lambda: network_pieces(weights, biases).counts.tolist(),
        peer=(lambda: [compose_relu_network(lists(weights, i), lists(biases, i)).pieces for i in range(batch)])
        if compared else None, peer_name=FRACTIONS,
        agree=lambda ours, theirs: theirs is None or ours == theirs, target=50,
    )  # fmt: skip


def on_interval(found: NetworkPieces, low: int, high: int) -> np.ndarray:
    """The numbers of pieces on [low, high]."""
    p, q = found.numerators, found.denominators
    inside = (q > 0) & (p > low * q) & (p < high * q)
    return 1 + np.add.reduceat(inside.astype(int), found.offsets[:-1])


def sampled_pieces(weights: list[np.ndarray], biases: list[np.ndarray], x: np.ndarray, tolerance: float) -> int:
    """The changes of slope between sample points; one between two points shows at both, and counts once."""
    y = x[None, :]
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        y = w.astype(float) @ (np.maximum(y, 0) if layer else y) + b[:, None]
    slopes = np.diff(y[0]) / np.diff(x)
    jumps = np.abs(np.diff(slopes)) > tolerance * np.abs(slopes).max()
    return 1 + int(jumps[0]) + int(np.count_nonzero(jumps[1:] & ~jumps[:-1]))


@pytest.mark.parametrize(
    ("widths", "samples", "batch", "tolerance"),
    [([20] * 3, 10**4, 200, 1e-6), ([20] * 3, 10**5, 100, 1e-6), ([20] * 3, 10**6, 3, 1e-6),
     ([50] * 3, 10**4, 100, 1e-6), ([50] * 3, 10**5, 20, 1e-6), ([50] * 3, 10**5, 20, 1e-10)],
)  # fmt: skip
def test_dense_sampling(beside: Any, widths: list[int], samples: int, batch: int, tolerance: float) -> None:
    """Not asserted to agree, since it does not: the note says how often."""
    weights, biases = random_networks(widths, batch)
    x = np.linspace(-10, 10, samples)
    everywhere = network_pieces(weights, biases).counts

    def errors(ours: np.ndarray, theirs: np.ndarray) -> str:
        under, over = float(np.mean(theirs < ours)), float(np.mean(theirs > ours))
        return (
            f"dense sampling finds too few pieces for {under:.0%} of the networks, too many for {over:.0%}; "
            f"the exact mean is {ours.mean():.1f} there, and {everywhere.mean():.1f} on all of R"
        )

    exact, _ = beside(
        SAMPLING, f"{batch} networks of {len(widths)} x {widths[0]} units; {samples} samples, "
        f"tolerance {tolerance:g}", x=batch, ours=lambda: on_interval(network_pieces(weights, biases), -10, 10),
        peer=lambda: np.array([sampled_pieces([w[i] for w in weights], [b[i] for b in biases], x, tolerance)
                               for i in range(batch)]),
        peer_name="NumPy: changes of slope between samples", note=errors,
    )  # fmt: skip
    low, high = Fraction(-10), Fraction(10)
    for i in range(3):
        assert exact[i] == from_relu_network(lists(weights, i), lists(biases, i)).pieces_on(low, high)
    assert np.all(exact <= prod(w + 1 for w in widths))
