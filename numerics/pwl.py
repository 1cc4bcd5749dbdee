"""Exact continuous piecewise linear functions R -> R with rational breakpoints, and ReLU networks that compute them."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from numbers import Rational
from typing import Any, NamedTuple

from numerics.backend import namespace_of

INT64_LIMIT = 2**63
CHUNK_VALUES = 2**18


def exact(x: Any) -> Fraction:
    """Return `x` as a Fraction of Python integers; floats are refused, since nobody means their binary value."""
    if isinstance(x, Rational):
        return Fraction(int(x.numerator), int(x.denominator))
    raise TypeError(f"{x!r} is a {type(x).__name__}: exact functions need int or Fraction")


@dataclass(frozen=True)
class PiecewiseLinear:
    """A continuous piecewise linear function R -> R in minimal form: every breakpoint is a genuine change of slope.

    `breakpoints` increase strictly; `values` are the function's values there; `slope_left` and `slope_right` are those
    of the unbounded pieces. `intercept` is the value at 0: it may be omitted unless there is no breakpoint. Two
    instances are equal exactly when the functions are.
    """

    breakpoints: tuple[Fraction, ...]
    values: tuple[Fraction, ...]
    slope_left: Fraction
    slope_right: Fraction
    intercept: Fraction | None = None

    def __post_init__(self) -> None:
        xs, ys = [exact(x) for x in self.breakpoints], [exact(y) for y in self.values]
        left, right = exact(self.slope_left), exact(self.slope_right)
        if len(xs) != len(ys):
            raise ValueError(f"{len(xs)} breakpoints but {len(ys)} values: give one value for each breakpoint")
        if any(a >= b for a, b in pairwise(xs)):
            raise ValueError(f"the breakpoints {[str(x) for x in xs]} do not increase strictly: sort and merge them")
        slopes = [left, *_chords(xs, ys), right]
        genuine = [i for i in range(len(xs)) if slopes[i] != slopes[i + 1]]
        if not genuine and left != right:
            raise ValueError(f"slopes {left} and {right} differ but no breakpoint separates them: give the breakpoint")
        if not xs and self.intercept is None:
            raise ValueError("a function without breakpoints needs its intercept: use PiecewiseLinear.affine")
        values = {
            "breakpoints": tuple(xs[i] for i in genuine),
            "values": tuple(ys[i] for i in genuine),
            "slope_left": left,
            "slope_right": right,
            "intercept": _evaluate(xs, ys, left, right, Fraction(0)) if xs else exact(self.intercept),
        }
        if self.intercept is not None and exact(self.intercept) != values["intercept"]:
            raise ValueError(f"intercept {self.intercept} contradicts the breakpoints: they give {values['intercept']}")
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @classmethod
    def affine(cls, slope: Any, intercept: Any) -> PiecewiseLinear:
        """Return x -> slope * x + intercept (one piece)."""
        return cls((), (), slope, slope, intercept)

    @property
    def pieces(self) -> int:
        """The number of maximal intervals of R on which the function is affine."""
        return len(self.breakpoints) + 1

    @property
    def slopes(self) -> tuple[Fraction, ...]:
        """The slopes of the pieces from left to right."""
        if not self.breakpoints:
            return (self.slope_left,)
        return (self.slope_left, *_chords(self.breakpoints, self.values), self.slope_right)

    def pieces_on(self, low: Any, high: Any) -> int:
        """Return the number of maximal subintervals of [low, high], low < high, on which the function is affine."""
        low, high = exact(low), exact(high)
        if low >= high:
            raise ValueError(f"[{low}, {high}] has no interior: pieces_on needs low < high")
        return bisect_left(self.breakpoints, high) - bisect_right(self.breakpoints, low) + 1

    def __call__(self, x: Any) -> Fraction:
        x = exact(x)
        if not self.breakpoints:
            return self.slope_left * x + exact(self.intercept)
        return _evaluate(self.breakpoints, self.values, self.slope_left, self.slope_right, x)

    def __add__(self, other: PiecewiseLinear) -> PiecewiseLinear:
        return linear_combination([1, 1], [self, other])

    def scale(self, factor: Any) -> PiecewiseLinear:
        """Return x -> factor * f(x)."""
        return linear_combination([factor], [self])

    def compose(self, outer: PiecewiseLinear) -> PiecewiseLinear:
        """Return x -> outer(self(x))."""
        # Piece by piece: a piece of non-zero slope pulls the outer breakpoints strictly inside its image back to R.
        xs: list[Fraction] = []
        ys: list[Fraction] = []
        knots = self.breakpoints or (Fraction(0),)  # an affine function is cut at 0, into two pieces
        heights = self.values or (exact(self.intercept),)
        slopes = self.slopes if self.breakpoints else 2 * self.slopes
        for i, slope in enumerate(slopes):
            start = heights[i - 1] if i > 0 else None
            end = heights[i] if i < len(knots) else None
            anchor = i if i < len(knots) else i - 1
            inside = _strictly_between(outer.breakpoints, start, end, slope)
            for j in inside if slope > 0 else reversed(inside):
                xs.append(knots[anchor] + (outer.breakpoints[j] - heights[anchor]) / slope)
                ys.append(outer.values[j])
            if i < len(knots):
                xs.append(knots[i])
                ys.append(outer(heights[i]))
        left = self.slope_left * (outer.slope_left if self.slope_left > 0 else outer.slope_right)
        right = self.slope_right * (outer.slope_right if self.slope_right > 0 else outer.slope_left)
        return PiecewiseLinear(tuple(xs), tuple(ys), left, right)

    def relu(self) -> PiecewiseLinear:
        """Return x -> max(0, f(x))."""
        return self.compose(RELU)


def _chords(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> list[Fraction]:
    return [(ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) for i in range(len(xs) - 1)]


def _evaluate(xs: Sequence[Fraction], ys: Sequence[Fraction], left: Fraction, right: Fraction, x: Fraction) -> Fraction:
    i = bisect_right(xs, x)
    if i == 0:
        return ys[0] + left * (x - xs[0])
    if i == len(xs):
        return ys[-1] + right * (x - xs[-1])
    return ys[i - 1] + (ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1])


def _strictly_between(
    points: Sequence[Fraction], start: Fraction | None, end: Fraction | None, slope: Fraction
) -> range:
    """Indices of `points` strictly inside the image of a piece from value `start` to `end` (None: unbounded)."""
    if slope == 0:
        return range(0)
    low, high = (start, end) if slope > 0 else (end, start)
    first = 0 if low is None else bisect_right(points, low)
    last = len(points) if high is None else bisect_left(points, high)
    return range(first, last)


RELU = PiecewiseLinear((Fraction(0),), (Fraction(0),), Fraction(0), Fraction(1))


def linear_combination(
    coefficients: Sequence[Any], functions: Sequence[PiecewiseLinear], constant: Any = 0
) -> PiecewiseLinear:
    """Return x -> constant + sum_i coefficients[i] * functions[i](x)."""
    terms = [(exact(c), f) for c, f in zip(coefficients, functions, strict=True)]
    knots = sorted({x for c, f in terms if c for x in f.breakpoints}) or [Fraction(0)]
    values = [sum((c * f(x) for c, f in terms if c), exact(constant)) for x in knots]
    left = sum((c * f.slope_left for c, f in terms), Fraction(0))
    right = sum((c * f.slope_right for c, f in terms), Fraction(0))
    return PiecewiseLinear(tuple(knots), tuple(values), left, right)


def sawtooth(a: Sequence[Any], M: Any) -> PiecewiseLinear:
    """Return the function h_a of Definition 5 (mukherjee2020) for 0 < a_1 < ... < a_p < M, p >= 1; it has p + 2 pieces.

    h_a vanishes on (-inf, 0], is M * (i mod 2) at a_i, M - h_a(a_p) at M, and continues its last piece beyond M.
    """
    nodes = [Fraction(0), *map(exact, a), exact(M)]
    if len(nodes) < 3 or any(x >= y for x, y in pairwise(nodes)):
        raise ValueError(f"a sawtooth needs p >= 1 and 0 < a_1 < ... < a_p < M, not {[str(x) for x in nodes[1:]]}")
    heights = [nodes[-1] * (i % 2) for i in range(len(nodes))]
    last = (heights[-1] - heights[-2]) / (nodes[-1] - nodes[-2])
    return PiecewiseLinear(tuple(nodes[:-1]), tuple(heights[:-1]), Fraction(0), last)


def composition(list_of_a: Sequence[Sequence[Any]], M: Any) -> PiecewiseLinear:
    """Return H = h_{a^k} o ... o h_{a^1}; the vectors a^1, ..., a^k may differ in length."""
    if not list_of_a:
        raise ValueError("a composition needs at least one vector a: k >= 1")
    result = sawtooth(list_of_a[0], M)
    for a in list_of_a[1:]:
        result = result.compose(sawtooth(a, M))
    return result


def from_relu_network(weights: Sequence[Sequence[Sequence[Any]]], biases: Sequence[Sequence[Any]]) -> PiecewiseLinear:
    """Return the exact function R -> R of a ReLU network A_{k+1} o ReLU o A_k o ... o ReLU o A_1, A_i x = W_i x + b_i.

    `weights[i]` has one row for each unit of layer i + 1; the first has one column and the last has one row.
    """
    if len(weights) != len(biases) or not weights:
        raise ValueError(f"{len(weights)} weight matrices and {len(biases)} bias vectors: need as many, at least one")
    state = [PiecewiseLinear.affine(1, 0)]
    for layer, (matrix, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        if len(matrix) != len(bias) or any(len(row) != len(state) for row in matrix):
            raise ValueError(f"layer {layer}: the weights must be {len(bias)} rows of {len(state)} numbers")
        if layer > 1:
            state = [f.relu() for f in state]
        state = [linear_combination(row, state, b) for row, b in zip(matrix, bias, strict=True)]
    if len(state) != 1:
        raise ValueError(f"the last layer has {len(state)} outputs: a function R -> R has one")
    return state[0]


class TwoLayerNetwork(NamedTuple):
    """The network x -> bias + sum_i c_i max(0, w_i x + b_i); its size is the number of its nodes."""

    w: tuple[Fraction, ...]
    b: tuple[Fraction, ...]
    c: tuple[Fraction, ...]
    bias: Fraction

    @property
    def size(self) -> int:
        """The number of ReLU nodes."""
        return len(self.w)

    def function(self) -> PiecewiseLinear:
        """Return the exact function that the network computes."""
        return from_relu_network([[[w] for w in self.w], [self.c]], [self.b, [self.bias]])


def two_layer_network(f: PiecewiseLinear) -> TwoLayerNetwork:
    """Return the network that the proof of Theorem 2.2.2 (mukherjee2020) builds for `f`, without idle nodes.

    With p >= 2 pieces and breakpoints a_1 < ... < a_{p-1}: one right flap at a_{p-1} with the last slope, and p - 1
    left flaps whose slopes t_i add up from the right, so t_{p-1} is the slope before a_{p-1} and t_i is the slope
    before a_i less the slope after it. At most p nodes; p - 1 when the last slope is 0. An affine function has p = 1
    but needs two nodes unless it is constant: a single node is either constant or has a kink.
    """
    if f.pieces == 1:
        slope = f.slope_left
        if slope == 0:
            return TwoLayerNetwork((), (), (), exact(f.intercept))
        zero = Fraction(0)
        return TwoLayerNetwork((slope, -slope), (zero, zero), (Fraction(1), Fraction(-1)), exact(f.intercept))
    knots, slopes = f.breakpoints, f.slopes
    flaps = [(knots[-1], f.slope_right, 1)]
    for i in reversed(range(len(knots))):
        after = slopes[i + 1] if i + 1 < len(knots) else Fraction(0)
        flaps.append((knots[i], slopes[i] - after, -1))
    nodes = [(side * abs(t), -side * abs(t) * a, Fraction(side if t > 0 else -side)) for a, t, side in flaps if t]
    w, b, c = zip(*nodes, strict=True)
    return TwoLayerNetwork(w, b, c, f.values[-1])


def minimal_two_layer_size(f: PiecewiseLinear) -> int:
    """Return the least number of nodes of a two-layer network that computes `f`.

    Each breakpoint needs a node. With exactly p - 1 nodes each breakpoint has one, opening left or right, and those
    opening left must make up the left slope: p - 1 suffice iff minus the left slope is the sum of some of the slope
    changes; otherwise p do (one more node at any breakpoint). Affine functions need 0 (constant) or 2. Exponential in
    p in the worst case, since this is a subset sum.
    """
    if f.pieces == 1:
        return 0 if f.slope_left == 0 else 2
    sums = {Fraction(0)}
    for before, after in pairwise(f.slopes):
        sums |= {s + after - before for s in sums}
    return f.pieces - 1 if -f.slope_left in sums else f.pieces


class PieceCounts(NamedTuple):
    """Counts for a batch of compositions: arrays of length B.

    `line` and `interval` count the pieces on R and on [0, M]; `spans` says whether on every piece in [0, M] the least
    value is 0 and the greatest is M.
    """

    line: Any
    interval: Any
    spans: Any


def count_pieces_int(knots: Sequence[Any], M: Any) -> PieceCounts:
    """Count the pieces of H = h_{a^k} o ... o h_{a^1} for B instances at once, exactly, in int64 arithmetic.

    `knots[j]` is an integer array (B, p_j) whose rows are a^{j+1}; `M` is an integer or an integer array (B,). Any
    array backend. Every number is a numerator over M**(k-1). OverflowError when M**(k+1) does not fit int64; use
    `composition` there.
    """
    xp = namespace_of(knots[0])
    layers = [xp.astype(xp.asarray(a), xp.int64) for a in knots]
    batch, k = layers[0].shape[0], len(layers)
    top = xp.broadcast_to(xp.reshape(xp.astype(xp.asarray(M), xp.int64), (-1, 1)), (batch, 1))
    if int(xp.max(top)) ** (k + 1) >= INT64_LIMIT:
        raise OverflowError(f"M = {int(xp.max(top))} and k = {k}: M**(k+1) exceeds int64; use numerics.pwl.composition")
    nodes = [xp.concat([xp.zeros_like(top), a, top], axis=1) for a in layers]
    for a in nodes:
        if a.shape[1] < 3 or not bool(xp.all(a[:, 1:] > a[:, :-1])):
            raise ValueError("every row of knots needs 0 < a_1 < ... < a_p < M with p >= 1")
    pieces = math.prod(a.shape[1] - 1 for a in nodes)
    chunk = max(1, CHUNK_VALUES // pieces)  # temporaries that stay in the cache are several times faster
    parts = [_count_chunk(xp, [a[i : i + chunk] for a in nodes], top[i : i + chunk]) for i in range(0, batch, chunk)]
    return PieceCounts(*(xp.concat(column) for column in zip(*parts, strict=True)))


def _count_chunk(xp: Any, nodes: list[Any], top: Any) -> tuple[Any, Any, Any]:
    # Candidates for breakpoints, as numerators over `scale`: the nodes of each stage pulled back through those before.
    x, scale = nodes[-1], xp.ones_like(top)
    for a in reversed(nodes[:-1]):
        mirrored = xp.flip(top * scale - x, axis=1)
        scale = scale * top
        fibres = []
        for i in range(a.shape[1] - 1):
            low, width = a[:, i : i + 1], a[:, i + 1 : i + 2] - a[:, i : i + 1]
            fibre = low * scale + width * (mirrored if i % 2 else x)
            fibres.append(fibre[:, min(i, 1) :])
        x = xp.concat(fibres, axis=1)

    # Values at the candidates, forward; each division is checked to be exact.
    y = x
    for a in nodes:
        piece = xp.zeros_like(y)
        for i in range(1, a.shape[1] - 1):
            piece = piece + xp.astype(y >= a[:, i : i + 1] * scale, xp.int64)
        low = xp.take_along_axis(a, piece, axis=1)
        width = xp.take_along_axis(a, piece + 1, axis=1) - low
        rise = (y - low * scale) * top
        height = rise // width
        if not bool(xp.all(height * width == rise)):
            raise ArithmeticError("a candidate's value is not a multiple of 1/M**(k-1): this contradicts the pull-back")
        y = xp.where((piece & 1) == 0, height, top * scale - height)

    dx, dy = x[:, 1:] - x[:, :-1], y[:, 1:] - y[:, :-1]
    steps = dy // scale  # integers keep the products below within M**(k+1)
    if not bool(xp.all(steps * scale == dy)):
        raise ArithmeticError("a composition takes a non-integer value at a candidate: this contradicts the pull-back")
    bends = steps[:, 1:] * dx[:, :-1] != steps[:, :-1] * dx[:, 1:]
    interval = 1 + xp.sum(xp.astype(bends, xp.int64), axis=1)
    # H is 0 left of 0. Right of M it goes on straight, unless some h before the last has p odd: that one turns
    # negative beyond M, and every later one is 0 there.
    line = interval + xp.astype(dy[:, 0] != 0, xp.int64)
    if any(a.shape[1] % 2 for a in nodes[:-1]):
        line = line + xp.astype(dy[:, -1] != 0, xp.int64)
    ends = (xp.minimum(y[:, 1:], y[:, :-1]) == 0) & (xp.maximum(y[:, 1:], y[:, :-1]) == top * scale)
    return line, interval, xp.all(ends, axis=1) & xp.all(bends, axis=1)
