"""ReLU networks with one input and one output as functions on the line, exactly, and many of them at once."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

EXACT = 2**53  # every integer up to here is a float64
FILTER_BITS = 500  # products of two integers of so many bits are still in the range of float64
CHUNK_UNITS = 2**14  # of the networks that are worked on together, so that temporaries stay in the cache
SMALL = 2**8  # weights of a layer: it is cheaper to copy so few to every piece than to call a product for every network


class NetworkPieces(NamedTuple):
    """The maximal affine pieces of B functions R -> R, from left to right, function after function.

    The pieces of function b are those from `offsets[b]` up to, but not including, `offsets[b + 1]`. Piece i begins at
    `numerators[i] / denominators[i]`, for the first piece of a function -1 / 0, and there the function is
    x -> (slopes[i] * x + intercepts[i]) / scale. The arrays have the length of all pieces and hold int64 where that is
    certain to suffice, else Python integers; denominators are positive, and the fractions need not be in lowest terms.
    """

    offsets: Any
    numerators: Any
    denominators: Any
    slopes: Any
    intercepts: Any
    scale: int

    @property
    def counts(self) -> Any:
        """The number of pieces of each function: int64 of shape (B,)."""
        return np.diff(self.offsets)


def network_pieces(
    weights: Sequence[Any], biases: Sequence[Any], denominators: Sequence[int] | None = None
) -> NetworkPieces:
    """Return the pieces of B ReLU networks A_{k+1} o ReLU o ... o ReLU o A_1 of one architecture, exactly.

    A_l x = (weights[l-1] x + biases[l-1]) / denominators[l-1] with integer arrays (B, d_l, d_{l-1}) and (B, d_l), where
    d_0 = d_{k+1} = 1; the denominators (1 by default) are positive integers.

    Layer by layer, each unit is affine with integer coefficients on each piece of the line (over a denominator common
    to the layer). Where a unit changes sign inside a piece, its zero cuts the piece; points at which no unit of the
    next layer bends are dropped. Signs and the order of zeros are decided by float64 where its error bound allows and
    by Python integers elsewhere, never by a tolerance. With n pieces a layer costs n d_l d_{l-1} multiplications, in
    BLAS while all numbers stay below 2**53 and in FLINT beyond. ArithmeticError if the result is not continuous with
    increasing breakpoints, which would be a defect of this module.
    """
    weights, biases = [_held(w) for w in weights], [_held(b) for b in biases]
    if len(weights) != len(biases) or not weights:
        raise ValueError(f"{len(weights)} weight matrices and {len(biases)} bias vectors: need as many, at least one")
    batch, width = len(weights[0]), 1
    if not batch:
        raise ValueError("a batch of no networks: need at least one")
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
        if w.ndim != 3 or b.ndim != 2 or w.shape != (*b.shape, width) or len(b) != batch:
            raise ValueError(
                f"layer {layer}: the weights and biases have the shapes {w.shape} and {b.shape}: "
                f"need ({batch}, d, {width}) and ({batch}, d)"
            )
        width = b.shape[1]
    if width != 1:
        raise ValueError(f"the last layer has {width} outputs: a function R -> R has one")
    denominators = [1] * len(weights) if denominators is None else [int(q) for q in denominators]
    if len(denominators) != len(weights) or any(q < 1 for q in denominators):
        raise ValueError(f"denominators {denominators}: need a positive integer for each of {len(weights)} layers")
    chunk = max(1, CHUNK_UNITS // sum(b.shape[1] for b in biases))
    parts = [
        _pieces([w[i : i + chunk] for w in weights], [b[i : i + chunk] for b in biases], denominators)
        for i in range(0, batch, chunk)
    ]
    counts, *columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return NetworkPieces(np.concatenate([[0], np.cumsum(counts)]), *columns, math.prod(denominators))


def _pieces(weights: list[Any], biases: list[Any], denominators: list[int]) -> tuple[Any, ...]:
    batch, scale = weights[0].shape[0], 1
    net = np.arange(batch)
    start = np.tile(np.array([-1.0, 0.0]), (batch, 1))  # a point x = p / q as the row (p, q); -infinity is (-1, 0)
    units = np.tile(np.array([[1.0], [0.0]]), (batch, 1, 1))  # slopes and intercepts: (pieces, 2, units of the layer)
    for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
        if layer:
            net, start, units = _relu(net, start, units)
        units = _affine(net, units, w, b, scale)
        scale *= denominators[layer]
        bends = np.ones(len(net), dtype=bool)
        bends[1:] = (net[1:] != net[:-1]) | np.any(units[1:, 0] != units[:-1, 0], axis=1)
        net, start, units = net[bends], start[bends], units[bends]
    inside = net[1:] == net[:-1]
    step = (units[1:, :, 0] - units[:-1, :, 0])[inside]
    here, before = start[1:][inside], start[:-1][inside]
    if np.any(_signs(step[:, 0], here[:, 0], step[:, 1], here[:, 1])) or np.any(
        _signs(here[:, 0], before[:, 1], -before[:, 0], here[:, 1]) <= 0
    ):
        raise ArithmeticError("the pieces of a network do not join: numerics.networks is wrong")
    columns = (start[:, 0], start[:, 1], units[:, 0, 0], units[:, 1, 0])
    return np.bincount(net, minlength=batch), *(c if c.dtype == object else c.astype(np.int64) for c in columns)


def _relu(net: Any, start: Any, units: Any) -> tuple[Any, Any, Any]:
    """Cut the pieces at the zeros of the units and replace each unit by its positive part."""
    slope, intercept = units[:, 0], units[:, 1]
    p, q = start[:, :1], start[:, 1:]
    n = len(net)
    tail = np.where(slope == 0, _sign(intercept), _sign(slope))  # far to the right
    left = np.where((q == 0) & (slope == 0), tail, _signs(slope, p, intercept, q))
    last = np.append(net[1:] != net[:-1], True)
    right = np.where(last[:, None], tail, np.roll(left, -1, axis=0))  # units are continuous
    crossing = left * right < 0

    piece, unit = np.nonzero(crossing)
    rising, steep = right[piece, unit], slope[piece, unit]
    zero = np.stack([-intercept[piece, unit] * rising, steep * rising], axis=1)
    order, new = _sorted_points(piece, zero)
    piece, unit, zero = piece[order], unit[order], zero[order]
    cuts = np.bincount(piece[new], minlength=n)
    parent = np.repeat(np.arange(n), cuts + 1)
    first = np.cumsum(cuts + 1) - (cuts + 1)  # of the parts of each piece
    turn = np.cumsum(new) - (np.cumsum(cuts) - cuts)[piece]  # the part, counted from 0, that begins at the zero
    start = start[parent]
    if object in (start.dtype, zero.dtype):
        start, zero = _integers(start), _integers(zero)
    start[(first[piece] + turn)[new]] = zero[new]

    turns = np.zeros(slope.shape, dtype=np.int64)
    turns[piece, unit] = turn
    later = (np.arange(len(parent)) - first[parent])[:, None] >= turns[parent]
    on = np.where(later, ((right > 0) | (~crossing & (left > 0)))[parent], (left > 0)[parent])
    return net[parent], start, np.where(on[:, None, :], units[parent], 0)


def _sorted_points(piece: Any, point: Any) -> tuple[Any, Any]:
    """The order of points p / q, q > 0, piece by piece, and whether each differs from the one before it."""
    if _huge(point):
        order = np.array(sorted(range(len(piece)), key=lambda i: (piece[i], Fraction(*point[i]))), dtype=np.int64)
    else:
        order = np.lexsort(((point[:, 0] / point[:, 1]).astype(np.float64), piece))
    step = _steps(piece[order], point[order])
    for i in np.unique(piece[order][1:][step < 0]):  # closer than float64 can tell
        at = np.nonzero(piece[order] == i)[0]
        order[at] = sorted(order[at], key=lambda j: Fraction(*map(int, point[j])))
    if np.any(step < 0):
        step = _steps(piece[order], point[order])
    return order, np.append(np.ones(min(1, len(order)), dtype=bool), step != 0)


def _steps(piece: Any, point: Any) -> Any:
    signs = _signs(point[1:, 0], point[:-1, 1], -point[:-1, 0], point[1:, 1])
    return np.where(piece[1:] == piece[:-1], signs, 1)


# Integers are held in float64 while they stay below 2**53 in magnitude, and as Python integers beyond.


def _held(x: Any) -> Any:
    x = np.asarray(x)
    if x.dtype.kind not in "iuO":
        raise TypeError(f"an array of {x.dtype}: exact functions need integers over a common denominator")
    if x.dtype == object:
        x = np.array([operator.index(v) for v in x.ravel()], dtype=object).reshape(x.shape)
    large = x.size and max(abs(int(x.max())), abs(int(x.min()))) >= EXACT
    return x.astype(object if large else np.float64)


def _integers(x: Any) -> Any:
    return x if x.dtype == object else x.astype(np.int64).astype(object)


def _greatest(x: Any) -> int:
    return int(np.max(np.abs(x), initial=0))


def _sign(x: Any) -> Any:
    return (x > 0).view(np.int8) - (x < 0).view(np.int8)


def _huge(*arrays: Any) -> bool:
    return any(x.dtype == object and _greatest(x).bit_length() > FILTER_BITS for x in arrays)


def _signs(a: Any, b: Any, c: Any, d: Any) -> Any:
    """The signs of a b + c d for arrays of integers that broadcast against one another: exact, int8."""
    if _huge(a, b, c, d):
        return _sign(_integers(a) * _integers(b) + _integers(c) * _integers(d))
    u, v = (np.asarray(x, dtype=np.float64) * np.asarray(y, dtype=np.float64) for x, y in ((a, b), (c, d)))
    total, size = u + v, np.abs(u) + np.abs(v)
    signs = _sign(total)
    # Both products and their sum are exact up to 2**52; beyond, four roundings and those of the conversions to float64
    # are off by less than 2**-50 of the sizes.
    doubtful = np.nonzero((size > EXACT / 2) & (np.abs(total) <= size * 2.0**-50))
    if doubtful[0].size:
        a, b, c, d = (_integers(np.broadcast_to(x, total.shape)[doubtful]) for x in (a, b, c, d))
        signs[doubtful] = _sign(a * b + c * d)
    return signs


def _affine(net: Any, units: Any, w: Any, b: Any, scale: int) -> Any:
    """The units w units + scale * b of the next layer on each piece."""
    bound = _greatest(units) * int(np.max(np.sum(np.abs(w), axis=2), initial=1))
    if bound + scale * _greatest(b) < EXACT:  # then so are all partial sums, in any order
        units, w, b = (x.astype(np.float64, copy=False) for x in (units, w, b))
        product = np.matmul
    else:
        units, w, b = (_integers(x) for x in (units, w, b))
        product = _product
    w = np.swapaxes(w, 1, 2)
    if product is np.matmul and w[0].size <= SMALL:
        result = product(units, w[net])
    else:
        ends = np.searchsorted(net, np.arange(len(w) + 1))
        result = np.concatenate([product(units[i:j], m) for i, j, m in zip(ends, ends[1:], w, strict=False)])
    if np.any(b):
        result[:, 1] += scale * b[net]
    return result


def _product(units: Any, matrix: Any) -> Any:
    """The product of arrays (n, 2, d) and (d, e) of Python integers."""
    from flint import fmpz_mat

    (n, _, d), e = units.shape, matrix.shape[1]
    product = fmpz_mat(2 * n, d, units.ravel().tolist()) * fmpz_mat(d, e, matrix.ravel().tolist())
    return np.array([int(x) for x in product.entries()], dtype=object).reshape(n, 2, e)
