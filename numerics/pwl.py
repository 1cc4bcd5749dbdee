"""Exact continuous piecewise linear functions R -> R with rational breakpoints, and ReLU networks that compute them."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, zip_longest
from numbers import Rational
from typing import Any, NamedTuple

import numpy as np

from numerics.backend import namespace_of
from numerics.networks import network_pieces

CHUNK_VALUES = 2**18
LIMB_BITS = 28  # the products of up to 2**7 pairs of limbs add up in int64
MOST_BITS = LIMB_BITS * 2**6


def exact(x: Any) -> Fraction:
    """Return `x` as a Fraction of Python integers; floats are refused, since nobody means their binary value."""
    if isinstance(x, Rational):
        return Fraction(int(x.numerator), int(x.denominator))
    raise TypeError(f"{x!r} is a {type(x).__name__}: exact functions need int or Fraction")


def over_common_denominator(numbers: Sequence[Any]) -> tuple[list[int], int]:
    """Return the numerators of exact `numbers` over their least common denominator, and that denominator."""
    if all(type(x) is int for x in numbers):
        return list(numbers), 1
    fractions = [x if type(x) is Fraction else exact(x) for x in numbers]
    denominator = math.lcm(*(x.denominator for x in fractions))
    return [x.numerator * (denominator // x.denominator) for x in fractions], denominator


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
    """Return H = h_{a^k} o ... o h_{a^1}; the vectors a^1, ..., a^k may differ in length.

    Function by function, at some 20 microseconds for each piece: `composition_laps` is hundreds of times faster.
    """
    if not list_of_a:
        raise ValueError("a composition needs at least one vector a: k >= 1")
    result = sawtooth(list_of_a[0], M)
    for a in list_of_a[1:]:
        result = result.compose(sawtooth(a, M))
    return result


def from_relu_network(weights: Sequence[Sequence[Sequence[Any]]], biases: Sequence[Sequence[Any]]) -> PiecewiseLinear:
    """Return the exact function R -> R of a ReLU network A_{k+1} o ReLU o A_k o ... o ReLU o A_1, A_i x = W_i x + b_i.

    `weights[i]` has one row for each unit of layer i + 1; the first has one column and the last has one row. Numbers
    are int or Fraction of any size. For many networks, or for arrays instead of Fractions, use
    `numerics.networks.network_pieces`, which does the work.
    """
    _check_shapes(weights, biases)
    arrays, denominators = [], []
    for matrix, bias in zip(weights, biases, strict=True):
        numbers, denominator = over_common_denominator([x for row in (*matrix, bias) for x in row])
        denominators.append(denominator)
        fits = max(map(abs, numbers), default=0) < 2**63
        w, b = np.split(np.array(numbers, dtype=np.int64 if fits else object), [len(numbers) - len(bias)])
        width = arrays[-1][1].shape[1] if arrays else 1
        arrays.append((w.reshape(1, len(bias), width), b.reshape(1, len(bias))))
    found = network_pieces(*zip(*arrays, strict=True), denominators)
    p, q, slopes, intercepts = (
        column.astype(object) for column in (found.numerators, found.denominators, found.slopes, found.intercepts)
    )
    heights = slopes[1:] * p[1:] + intercepts[1:] * q[1:]
    return PiecewiseLinear(
        tuple(map(Fraction, p[1:], q[1:])),
        tuple(map(Fraction, heights, q[1:] * found.scale)),
        Fraction(slopes[0], found.scale),
        Fraction(slopes[-1], found.scale),
        None if len(p) > 1 else Fraction(intercepts[0], found.scale),
    )


def compose_relu_network(
    weights: Sequence[Sequence[Sequence[Any]]], biases: Sequence[Sequence[Any]]
) -> PiecewiseLinear:
    """Return the same as `from_relu_network`, unit by unit with operations on functions: slow, and plain to read."""
    _check_shapes(weights, biases)
    state = [PiecewiseLinear.affine(1, 0)]
    for layer, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
        if layer:
            state = [f.relu() for f in state]
        state = [linear_combination(row, state, b) for row, b in zip(matrix, bias, strict=True)]
    return state[0]


def _check_shapes(weights: Sequence[Sequence[Sequence[Any]]], biases: Sequence[Sequence[Any]]) -> None:
    if len(weights) != len(biases) or not weights:
        raise ValueError(f"{len(weights)} weight matrices and {len(biases)} bias vectors: need as many, at least one")
    width = 1
    for layer, (matrix, bias) in enumerate(zip(weights, biases, strict=True), start=1):
        if len(matrix) != len(bias) or any(len(row) != width for row in matrix):
            raise ValueError(f"layer {layer}: the weights must be {len(bias)} rows of {width} numbers")
        width = len(bias)
    if width != 1:
        raise ValueError(f"the last layer has {width} outputs: a function R -> R has one")


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


class Laps(NamedTuple):
    """The laps of one composition H of sawtooths: its maximal affine pieces on [0, M], n of them.

    H takes the values 0 and M in turn at the n + 1 ends of the laps, which are 0 = x_0 < ... < x_n = M. Their
    numerators over `denominator` are sums of `limbs[i] * 2**(bits * i)`, int64 arrays of shape (n + 1,). `bends` is a
    boolean array of shape (n + 1,): whether H changes its slope there, which only M leaves open. `line` and `interval`
    are the numbers of pieces on R and on [0, M].
    """

    limbs: tuple[Any, ...]
    bits: int
    denominator: int
    bends: Any
    line: int
    interval: int

    def numerators(self) -> Any:
        """Return the numerators of the ends: an array (n + 1,) of int64 where they fit, else of Python integers."""
        if len(self.limbs) == 1:
            return self.limbs[0]
        pairs = [low + (high << self.bits) for low, high in zip_longest(self.limbs[::2], self.limbs[1::2], fillvalue=0)]
        size = 2 * self.bits // 8  # of a pair, in whole bytes
        raw = np.concatenate([x.astype("<i8").view(np.uint8).reshape(-1, 8)[:, :size] for x in pairs], axis=1)
        data, step = raw.tobytes(), raw.shape[1]
        return np.array([int.from_bytes(data[i : i + step], "little") for i in range(0, len(data), step)], dtype=object)

    def breakpoints(self) -> tuple[Fraction, ...]:
        """Return the breakpoints of H, those of `composition`."""
        return tuple(Fraction(x, self.denominator) for x in self.numerators()[self.bends].tolist())


def composition_laps(list_of_a: Sequence[Sequence[Any]], M: Any) -> Laps:
    """Return the laps of H = h_{a^k} o ... o h_{a^1}, all breakpoints included, exactly; int and Fraction of any size.

    The same function as `composition`, without its slopes, and at full speed: (p_1 + 1) ... (p_k + 1) laps in a time
    proportional to their number. ArithmeticError if what was built is not H, which would be a defect of this module.
    """
    M, layers = exact(M), [[exact(x) for x in a] for a in list_of_a]
    if not layers:
        raise ValueError("a composition needs at least one vector a: k >= 1")
    denominators, nodes = [], []
    for a in layers:
        unit = M if nodes else Fraction(1)  # the first layer keeps its units, the others take [0, M] for [0, 1]
        row, denominator = over_common_denominator([Fraction(0), *(x / unit for x in a), M / unit])
        denominators.append(denominator)
        nodes.append(np.array([row], dtype=object))
    limbs, bits = _lap_ends(namespace_of(nodes[0]), nodes)
    line, interval = _counts(nodes)
    bends = np.ones(interval + 1, dtype=bool)
    bends[-1] = line == interval + 2
    return Laps(tuple(limb[0] for limb in limbs), bits, math.prod(denominators), bends, line, interval)


class PieceCounts(NamedTuple):
    """The pieces of a batch of compositions on R and on [0, M]: int64 arrays of length B."""

    line: Any
    interval: Any


def count_pieces_int(knots: Sequence[Any], M: Any) -> PieceCounts:
    """Count the pieces of H = h_{a^k} o ... o h_{a^1} for B instances at once, exactly.

    `knots[j]` is an integer array (B, p_j) whose rows are a^{j+1}; `M` is an integer or an integer array (B,). Any
    array backend. For each instance the ends of all laps are found and H is checked to be 0 and M there in turn, as for
    `composition_laps`, in int64 arithmetic of one limb or several.
    """
    xp = namespace_of(knots[0])
    layers = [xp.astype(xp.asarray(a), xp.int64) for a in knots]
    batch = layers[0].shape[0]
    top = xp.broadcast_to(xp.reshape(xp.astype(xp.asarray(M), xp.int64), (-1, 1)), (batch, 1))
    nodes = [xp.concat([xp.zeros_like(top), a, top], axis=1) for a in layers]
    line, interval = _counts(nodes)
    chunk = max(1, CHUNK_VALUES // interval)  # temporaries that stay in the cache are several times faster
    for i in range(0, batch, chunk):
        _lap_ends(xp, [a[i : min(i + chunk, batch), :] for a in nodes])
    return PieceCounts(xp.full((batch,), line, dtype=xp.int64), xp.full((batch,), interval, dtype=xp.int64))


def _counts(nodes: Sequence[Any]) -> tuple[int, int]:
    """The numbers of pieces on R and on [0, M] of compositions whose laps `_lap_ends` has found.

    H is 0 left of 0. Right of M it goes on straight, unless some h before the last has p odd: that one turns negative
    beyond M, and every later one is 0 there.
    """
    laps = math.prod(a.shape[1] - 1 for a in nodes)
    return laps + 1 + any(a.shape[1] % 2 for a in nodes[:-1]), laps


# Integers of any size in int64 arrays: a list of limbs, the least significant first. All but the last lie in
# [0, 2**bits), so that equal numbers have equal limbs. With one limb this is plain int64 arithmetic.


def _split(v: Any, count: int, bits: int) -> list[Any]:
    parts = [(v >> (bits * i)) & ((1 << bits) - 1) for i in range(count - 1)] + [v >> (bits * (count - 1))]
    return [part.astype("int64") if part.dtype == object else part for part in parts]


def _carry(limbs: list[Any], bits: int) -> list[Any]:
    for i in range(len(limbs) - 1):
        limbs[i + 1] = limbs[i + 1] + (limbs[i] >> bits)
        limbs[i] = limbs[i] & ((1 << bits) - 1)
    return limbs


def _multiply(v: list[Any], w: list[Any], count: int, bits: int, plus: Sequence[Any] = ()) -> list[Any]:
    """v * w + plus in `count` limbs, which must suffice."""
    columns: list[Any] = [*plus, *[None] * (count - len(plus))]
    for i, a in enumerate(v):
        for j, b in enumerate(w[: count - i]):
            columns[i + j] = a * b if columns[i + j] is None else columns[i + j] + a * b
    return _carry([columns[0] * 0 if column is None else column for column in columns], bits)


class _Chain(NamedTuple):
    """The sawtooths of B compositions in limbs: for the j-th of them, in units of M over its last node, its nodes
    (B, p_j + 2), the widths of its laps (B, p_j + 1), and the limbs of a product of last nodes from the j-th on.
    """

    nodes: list[list[Any]]
    widths: list[list[Any]]
    count: list[int]
    bits: int


def _lap_ends(xp: Any, nodes: Sequence[Any]) -> tuple[list[Any], int]:
    """The ends of the laps of B compositions: limbs (B, laps + 1) of numerators, and the bits of a limb.

    `nodes[j]` is an integer array (B, p_j + 2), int64 or of Python integers, whose rows 0 = n_0 < ... < n_{p+1} are the
    nodes of h_{a^{j+1}} over the last of them, in units of M. The numerators are over the product of the last nodes.
    """
    chain = _chain(xp, nodes)
    ends = _pull_back(xp, chain)
    _check_ends(xp, chain, ends)
    return ends[0], chain.bits


def _chain(xp: Any, nodes: Sequence[Any]) -> _Chain:
    for a in nodes:
        if a.shape[1] < 3 or not bool(xp.all(a[:, 1:] > a[:, :-1])):
            raise ValueError("every vector a needs 0 < a_1 < ... < a_p < M with p >= 1")
    sizes = [int(xp.max(a[:, -1])).bit_length() for a in nodes]
    if max(sizes) > MOST_BITS:
        raise OverflowError(f"nodes of {max(sizes)} bits over their common denominator: {MOST_BITS} are possible")
    bits = 62 if sum(sizes) <= 62 else LIMB_BITS
    limbs = [-(-size // bits) for size in sizes]
    return _Chain(
        [_split(a, n, bits) for a, n in zip(nodes, limbs, strict=True)],
        [_split(a[:, 1:] - a[:, :-1], n, bits) for a, n in zip(nodes, limbs, strict=True)],
        [-(-sum(sizes[j:]) // bits) for j in range(len(nodes))],
        bits,
    )


def _pull_back(xp: Any, chain: _Chain) -> list[list[Any]]:
    """The ends of the laps of h_k o ... o h_j for each j, as sums of the widths of the laps.

    A lap of h_j that is v wide holds all laps of the later ones, v times as wide, mirrored where h_j falls.
    """
    ends: list[list[Any]] = []
    wide = chain.widths[-1]
    for v, count in zip(reversed(chain.widths), reversed(chain.count), strict=True):
        if ends:
            both = wide, [xp.flip(limb, axis=1) for limb in wide]
            laps = [_multiply(_column(v, i), both[i % 2], count, chain.bits) for i in range(v[0].shape[1])]
            wide = [xp.concat(blocks, axis=1) for blocks in zip(*laps, strict=True)]
        ends.insert(0, _carry([xp.cumulative_sum(limb, axis=1, include_initial=True) for limb in wide], chain.bits))
    return ends


def _check_ends(xp: Any, chain: _Chain, ends: list[list[Any]]) -> None:
    """Evaluate forwards: h_j takes the ends for j in each of its laps to the ends for j + 1.

    The last ends are the nodes of h_k, where it is 0 and M in turn; so is H, then, at the first ones, and it is affine
    between them.
    """
    right = _equal(xp, ends[-1], chain.nodes[-1])
    scale: list[Any] = []
    for j in reversed(range(len(ends) - 1)):
        last = _column(chain.nodes[j + 1], -1)
        scale = _multiply(last, scale, chain.count[j + 1], chain.bits) if scale else last
        mirrored = _carry([s - y for s, y in zip(scale, ends[j + 1], strict=True)], chain.bits)
        images = ends[j + 1], [xp.flip(limb, axis=1) for limb in mirrored]
        laps = images[0][0].shape[1] - 1
        right = right and ends[j][0].shape[1] - 1 == chain.widths[j][0].shape[1] * laps
        for i in range(chain.widths[j][0].shape[1]):
            start = _multiply(_column(chain.nodes[j], i), scale, chain.count[j], chain.bits)
            expected = _multiply(_column(chain.widths[j], i), images[i % 2], chain.count[j], chain.bits, plus=start)
            right = right and _equal(xp, [limb[:, i * laps : (i + 1) * laps + 1] for limb in ends[j]], expected)
    if not right:
        raise ArithmeticError("a lap of a composition ends where its function is not 0 or M: numerics.pwl is wrong")


def _column(limbs: list[Any], i: int) -> list[Any]:
    return [limb[:, i, None] for limb in limbs]


def _equal(xp: Any, x: list[Any], y: list[Any]) -> bool:
    return len(x) == len(y) and all(bool(xp.all(a == b)) for a, b in zip(x, y, strict=True))
