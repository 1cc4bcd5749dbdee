"""Linear threshold gates under block restrictions, and Andreev's function.

A gate is x -> [sum_i w_i x_i >= threshold] on {0, 1}^n, with integer weights. A block restriction picks one free
position uniformly in each part of a partition into parts of equal size and fixes the others to uniform bits. The gate
is not forced when both values remain: the least value of the sum is below the threshold and the greatest is not.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any, NamedTuple

import numpy as np

INT64_LIMIT = 2**63
DENSE_LIMIT = 2**22  # values of the weighted sum that a dense table may hold
SAMPLE_BITS = 2**22  # bits drawn at a time by the sampler

Parts = int | Sequence[Sequence[int]]


def partition(n: int, parts: Parts) -> np.ndarray:
    """Return the parts as an array (number of parts, part size) of positions 0, ..., n - 1.

    `parts` is their number (consecutive blocks) or the parts themselves; ValueError unless they are of equal size and
    cover every position once.
    """
    if isinstance(parts, int):
        if parts < 1 or n < 1 or n % parts:
            raise ValueError(f"{n} positions do not split into {parts} parts of equal size: n must be a multiple")
        return np.arange(n).reshape(parts, -1)
    sizes = {len(p) for p in parts}
    if len(sizes) != 1 or sorted(i for p in parts for i in p) != list(range(n)) or n < 1:
        raise ValueError(f"the parts {parts!r} are not of equal size or do not cover 0, ..., {n - 1} once each")
    return np.array([list(p) for p in parts])


def restriction_count(n: int, parts: Parts) -> int:
    """Return the number of block restrictions, all equally likely: size**|P| free choices times 2**(n - |P|) values."""
    blocks = partition(n, parts)
    return int(blocks.shape[1] ** blocks.shape[0]) << (n - blocks.shape[0])


def not_forced_counts(weights: Any, parts: Parts) -> np.ndarray:
    """Count, for each gate of a batch and each threshold, the block restrictions that do not force the gate.

    `weights` (B, n) holds non-negative integers. The result (B, S + 2) has a column for each threshold 0, ..., S + 1,
    S the greatest sum of a row; divide by `restriction_count`. int64, or Python integers where int64 could overflow.
    """
    w = np.asarray(weights)
    if w.ndim != 2 or not np.issubdtype(w.dtype, np.integer) or (w.size and w.min() < 0):
        raise ValueError(f"weights must be non-negative integers of shape (B, n), not {w.dtype} of shape {w.shape}")
    blocks = partition(w.shape[1], parts)
    total = restriction_count(w.shape[1], parts)
    sums = w.sum(axis=1, dtype=np.int64)
    width = int(sums.max(initial=0)) + 1
    if width > DENSE_LIMIT:
        raise ValueError(f"the weights of a gate add up to {width - 1}: a table of at most {DENSE_LIMIT} is supported")
    # `lows` counts restrictions by the least value of the sum (all free bits 0), position after position; `free` has
    # those that have met the free position of the current part, `unmet` the others.
    lows = np.zeros((len(w), width), dtype=np.int64 if 2 * total < INT64_LIMIT else object)
    lows[:, 0] = 1
    positions = np.arange(width)
    for block in blocks:
        unmet, free = lows, np.zeros_like(lows)
        for i in block:
            source = positions - w[:, i : i + 1]
            shifted = source >= 0
            source = np.maximum(source, 0)
            free = free + np.where(shifted, np.take_along_axis(free, source, axis=1), 0) + unmet
            unmet = unmet + np.where(shifted, np.take_along_axis(unmet, source, axis=1), 0)
        lows = free
    # The greatest value is distributed like sum(w) minus the least one (flip every fixed bit), hence
    # P[low < t <= high] = P[low < t] - P[high < t] = P[low < t] - P[low > sum(w) - t].
    below = np.concatenate([np.zeros((len(w), 1), dtype=lows.dtype), np.cumsum(lows, axis=1)], axis=1)
    thresholds = np.arange(width + 1)
    mirrored = np.clip(sums[:, None] - thresholds + 1, 0, width)
    return below[:, thresholds] + np.take_along_axis(below, mirrored, axis=1) - total


def _nonnegative(weights: Sequence[int], threshold: int) -> tuple[list[int], int]:
    """Flip the bits of negative weight, which restrictions do not notice: w x = w + |w| (1 - x)."""
    w = [int(x) for x in weights]
    return [abs(x) for x in w], int(threshold) - sum(x for x in w if x < 0)


def not_forced_probability(weights: Sequence[int], threshold: int, parts: Parts) -> Fraction:
    """Return the probability, exactly, that a random block restriction does not force the gate to a constant.

    A table over the values of the sum when they are few, else a sparse one (ValueError beyond 2**22 values).
    """
    w, t = _nonnegative(weights, threshold)
    total = restriction_count(len(w), parts)
    if not 0 < t <= sum(w):
        return Fraction(0)
    if sum(w) < DENSE_LIMIT:
        return Fraction(int(not_forced_counts(np.array([w], dtype=np.int64), parts)[0, t]), total)
    lows: Counter[int] = Counter({0: 1})
    for block in partition(len(w), parts):
        unmet, free = lows, Counter[int]()
        for i in block:
            free = _either(free, w[i]) + unmet
            unmet = _either(unmet, w[i])
            if len(unmet) > DENSE_LIMIT:
                raise ValueError(f"the sum takes more than {DENSE_LIMIT} values: use smaller or fewer distinct weights")
        lows = free
    count = sum(c for v, c in lows.items() if v < t) - sum(c for v, c in lows.items() if v > sum(w) - t)
    return Fraction(count, total)


def _either(counts: Counter[int], weight: int) -> Counter[int]:
    return counts + Counter({value + weight: c for value, c in counts.items()})


def majority_not_forced(n: int) -> Fraction:
    """Return C(n-1, (n-1)/2) / 2**(n-1): the probability that one free bit decides the majority of n bits, n odd."""
    if n < 1 or n % 2 == 0:
        raise ValueError(f"n = {n}: the majority of an odd number of bits is meant")
    return Fraction(math.comb(n - 1, (n - 1) // 2), 2 ** (n - 1))


def sample_not_forced(
    rng: np.random.Generator, weights: Sequence[int], threshold: int, parts: Parts, trials: int
) -> int:
    """Return how many of `trials` independent random block restrictions do not force the gate."""
    w, t = _nonnegative(weights, threshold)
    if sum(w) >= INT64_LIMIT or abs(t) >= INT64_LIMIT:
        raise OverflowError("the weights' absolute sum or the threshold exceeds int64: scale the gate down")
    blocks = partition(len(w), parts)
    heavy = np.array(w, dtype=np.int64)
    hits, chunk = 0, max(1, SAMPLE_BITS // len(w))
    for start in range(0, trials, chunk):
        size = min(chunk, trials - start)
        bits = rng.integers(0, 2, (size, len(w)), dtype=np.int8)
        choice = rng.integers(0, blocks.shape[1], (size, blocks.shape[0]))
        free = blocks[np.arange(blocks.shape[0]), choice]
        np.put_along_axis(bits, free, 0, axis=1)
        low = bits @ heavy
        hits += int(np.count_nonzero((low < t) & (t <= low + heavy[free].sum(axis=1))))
    return hits


def not_forced_ceiling(n: int, parts: int) -> Fraction:
    """Return an exact upper bound on the not-forced probability of every gate, whatever its weights.

    After flips the gate f is monotone, so the probability is E[f(B)] - E[f(A)], where A and B set the free bits to 0
    and to 1. For x uniform, with k_j ones in part j of size s and g_j = (s - 2 k_j) / s, A and B have the densities
    prod_j (1 + g_j) and prod_j (1 - g_j). So the probability is at most E[max(0, prod (1 - g_j) - prod (1 + g_j))],
    and majority attains that for one or two parts.
    """
    size = partition(n, parts).shape[1]
    total = 0
    for ones in combinations_with_replacement(range(size + 1), parts):
        gain = math.prod(ones) - math.prod(size - k for k in ones)
        if gain > 0:
            orders = math.factorial(parts) // math.prod(math.factorial(c) for c in Counter(ones).values())
            total += gain * orders * math.prod(math.comb(size, k) for k in ones)
    return Fraction(total * 2**parts, size**parts * 2**n)


def not_forced_bound_squared(n: int, parts: int) -> Fraction:
    """Return ((1 + 1/s)**|P| - (1 - 1/s)**|P|) / 2, s = n / |P|: at least the square of any not-forced probability.

    Cauchy-Schwarz on `not_forced_ceiling`, since E[g_j] = 0 and E[g_j**2] = 1/s. It is at most sinh(|P|/s), hence at
    most (6/5) |P|**2 / n when |P| <= s.
    """
    size = Fraction(partition(n, parts).shape[1])
    return ((1 + 1 / size) ** parts - (1 - 1 / size) ** parts) / 2


class WorstGate(NamedTuple):
    """The gate that block restrictions force least often, and probability * sqrt(n) / |P|, whose square is exact."""

    weights: tuple[int, ...]
    threshold: int
    probability: Fraction
    ratio_squared: Fraction

    @property
    def ratio(self) -> float:
        """probability * sqrt(n) / |P|, rounded."""
        return math.sqrt(self.ratio_squared)


def worst_gate(n: int, parts: int, weight_bound: int, chunk: int = 4096) -> WorstGate:
    """Return the gate with weights in [-weight_bound, weight_bound] that is least often forced, over all thresholds.

    Exhaustive: bits of negative weight may be flipped, positions permuted within a part and parts permuted, so only
    non-negative weights, sorted within parts and parts sorted, are counted. The first of equals in that order.
    """
    total = restriction_count(n, parts)
    best: tuple[int, tuple[int, ...], int] | None = None
    for batch in _batches(n, parts, weight_bound, chunk):
        counts = not_forced_counts(batch, parts)
        flat = int(np.argmax(counts))
        gate, threshold = divmod(flat, counts.shape[1])
        count = int(counts[gate, threshold])
        if best is None or count > best[0]:
            best = (count, tuple(int(x) for x in batch[gate]), threshold)
    if best is None:
        raise ValueError(f"weight_bound = {weight_bound} leaves no gate: need at least 0")
    probability = Fraction(best[0], total)
    return WorstGate(best[1], best[2], probability, probability**2 * n / parts**2)


def _batches(n: int, parts: int, bound: int, chunk: int) -> Iterator[np.ndarray]:
    blocks = list(combinations_with_replacement(range(bound + 1), n // parts))
    rows: list[tuple[int, ...]] = []
    for choice in combinations_with_replacement(blocks, parts):
        rows.append(tuple(x for block in choice for x in block))
        if len(rows) == chunk:
            yield np.array(rows, dtype=np.int64)
            rows = []
    if rows:
        yield np.array(rows, dtype=np.int64)


class AndreevShape(NamedTuple):
    """Sizes of Andreev's function: floor(n/2) table bits, L = floor(log2(n/2)) rows, c = floor(n/(2L)) columns."""

    table: int
    rows: int
    columns: int


def andreev_shape(n: int) -> AndreevShape:
    """Return the sizes of Andreev's function on n bits (Definition 10 of mukherjee2020, logarithms to base 2).

    ValueError for n < 4, where L = floor(log2(n/2)) is not positive and c would divide by it.
    """
    if n < 4:
        raise ValueError(f"n = {n}: Andreev's function needs L = floor(log2(n/2)) >= 1, that is n >= 4")
    rows = (n // 2).bit_length() - 1
    return AndreevShape(n // 2, rows, n // (2 * rows))


def _bits(values: Any, shape: tuple[int, ...], name: str) -> np.ndarray:
    array = np.asarray(values)
    if array.shape[-len(shape) :] != shape or not np.all((array == 0) | (array == 1)):
        raise ValueError(f"{name} must be bits with trailing axes {shape}, not of shape {array.shape}")
    return array.astype(np.int64)


def andreev(n: int, x_bits: Any, a_bits: Any) -> np.ndarray:
    """Return A_n(x, a) = x[bin(z)], z_i the parity of row i of a: x_bits (..., n//2), a_bits (..., L, c).

    Bits of x are numbered from 0 and z_1 is the most significant bit of the index; leading axes broadcast.
    """
    shape = andreev_shape(n)
    x, a = _bits(x_bits, (shape.table,), "x_bits"), _bits(a_bits, (shape.rows, shape.columns), "a_bits")
    index = (a.sum(axis=-1) % 2) @ (1 << np.arange(shape.rows)[::-1])
    x = np.broadcast_to(x, (*np.broadcast_shapes(x.shape[:-1], index.shape), shape.table))
    return np.take_along_axis(x, np.broadcast_to(index, x.shape[:-1])[..., None], axis=-1)[..., 0]


def restriction_truth_table(n: int, x_bits: Any, a_bits: Any, free: Sequence[int]) -> np.ndarray:
    """Return the truth table (2**L entries) of A_n once all is fixed but position free[i] of each row i of a.

    Entry y (first row's bit most significant) is the value with the free bits set to y; the values that `a_bits` has
    at the free positions do not matter. The table is y -> x[y XOR s], s the parities of the fixed bits of the rows.
    """
    shape = andreev_shape(n)
    columns = np.asarray(free)
    if columns.shape != (shape.rows,) or np.any((columns < 0) | (columns >= shape.columns)):
        raise ValueError(f"free must name one column in 0, ..., {shape.columns - 1} for each of {shape.rows} rows")
    a = _bits(a_bits, (shape.rows, shape.columns), "a_bits")
    inputs = np.arange(1 << shape.rows)
    filled = np.repeat(a[None], len(inputs), axis=0)
    for i, column in enumerate(columns):
        filled[:, i, column] = (inputs >> (shape.rows - 1 - i)) & 1
    return andreev(n, x_bits, filled)
