"""Threshold and ReLU gates under block restrictions: how likely they survive, exactly and by sampling.

A block restriction picks one free position uniformly in each part of a partition into parts of equal size and fixes
the others to uniform bits. Let ``low`` and ``high`` be the least and the greatest value of w x over the free bits. A
gate survives, that is, is not forced, under one of these conditions (``GATES``):

=============== ============================================ =====================================================
gate            survives if                                  so that it is forced, or removed, if
=============== ============================================ =====================================================
threshold       low < t <= high                              [w x >= t] is constant
relu_printed    low <= t < high                              w x - t is non-positive or positive everywhere
relu_sign       low < t < high                               w x - t is non-positive or non-negative everywhere
relu_affine     low < t < high, two free weights not zero    max(0, w x - t) is an affine function of the free bits
=============== ============================================ =====================================================

``relu_printed`` is the condition that section 2.6 of mukherjee2020 prints for a ReLU gate of bias -t. It parts from
``relu_sign`` where the least value of the argument is 0 (the gate is then its own argument), and that from
``relu_affine`` where the argument depends on one free bit alone. With two free weights that are not zero and both signs
the gate is not affine: an affine function adds up to the same at any two complementary points, but the gate adds up to
high - t where the argument is least and greatest, and to less at a neighbour of the former and its complement if one
of the two values is not positive, to low + high - 2t otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement
from numbers import Integral, Rational
from typing import Any, Literal, NamedTuple, get_args

import numpy as np

Gate = Literal["threshold", "relu_printed", "relu_sign", "relu_affine"]
Parts = int | Sequence[Sequence[int]]

GATES: tuple[str, ...] = get_args(Gate)
INT64_LIMIT = 2**63
EXACT_FLOATS = {np.float32: 2**24, np.float64: 2**53}  # up to which their sums of integers are exact
DENSE_LIMIT = 2**22  # values of the weighted sum that a dense table may hold
SPARSE_LIMIT = 2**25  # products of terms in one multiplication of sparse tables
LANE = 16  # fixed bits that the sampler looks up at a time
CHOICES = 2**12  # choices of free positions that the sampler looks up at a time, unless a part alone has more
CHUNK = 2**13  # words that the sampler draws at a time
SHARD = 2**20  # trials of a shard
GATES_AT_ONCE = 2**12  # gates that the search for the worst one counts at a time


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


class _Condition(NamedTuple):
    """A gate survives where low < below, high >= reach and at least `active` free weights are not zero."""

    below: int
    reach: int
    active: int


def _condition(gate: str, threshold: Rational | int) -> _Condition:
    if gate not in GATES:
        raise ValueError(f"gate = {gate!r}: one of {', '.join(GATES)} is meant")
    first, beyond = math.ceil(threshold), math.floor(threshold) + 1
    return {
        "threshold": _Condition(first, first, 0),
        "relu_printed": _Condition(beyond, beyond, 0),
        "relu_sign": _Condition(first, beyond, 1),
        "relu_affine": _Condition(first, beyond, 2),
    }[gate]


def _normal(weights: Sequence[Any], threshold: Any, gate: str) -> tuple[list[int], _Condition]:
    """Return coprime weights >= 0 and the condition for them: scaled, and bits of negative weight flipped, which
    restrictions do not notice: w x = w + |w| (1 - x)."""
    exact = [_exact(x) for x in weights]
    scale = math.lcm(*(x.denominator for x in exact))
    w = [int(x * scale) for x in exact]
    divisor = math.gcd(*w) or 1
    t = (_exact(threshold) * scale - sum(x for x in w if x < 0)) / divisor
    return [abs(x) // divisor for x in w], _condition(gate, t)


def _exact(x: Any) -> Fraction:
    return Fraction(int(x)) if isinstance(x, Integral) else Fraction(x)


def not_forced_counts(weights: Any, parts: Parts, gate: Gate = "threshold") -> np.ndarray:
    """Count, for each gate of a batch and each threshold, the block restrictions that the gate survives.

    `weights` (B, n) holds non-negative integers. The result (B, S + 2) has a column for each threshold t = 0, ...,
    S + 1, S the greatest sum of a row; for a ReLU gate t is minus the bias. Divide by `restriction_count`. int64, or
    Python integers where int64 could overflow.
    """
    w = np.asarray(weights)
    if w.ndim != 2 or not np.issubdtype(w.dtype, np.integer) or (w.size and w.min() < 0):
        raise ValueError(f"weights must be non-negative integers of shape (B, n), not {w.dtype} of shape {w.shape}")
    blocks = partition(w.shape[1], parts)
    below, reach, active = _condition(gate, 0)
    sums = w.sum(axis=1, dtype=np.int64)
    width = int(sums.max(initial=0)) + 1
    if width > DENSE_LIMIT:
        raise ValueError(f"the weights of a gate add up to {width - 1}: a table of at most {DENSE_LIMIT} is supported")
    if 2 * restriction_count(w.shape[1], parts) < INT64_LIMIT:
        lows = _low_counts(w, blocks, active)
    else:
        lows = np.zeros((len(w), width), dtype=object)
        for row, gate_weights in zip(lows, w.tolist(), strict=True):
            for value, count in _low_terms(gate_weights, blocks, active):
                row[value] = count
    # The greatest value is distributed like sum(w) minus the least one (flip every fixed bit), hence
    # P[low < b and high >= r] = P[low < b] - P[high < r] = P[low < b] - P[low > sum(w) - r] for r <= b, and for
    # r = b + 1 if a free weight is not zero, because then low < high.
    before = np.concatenate([np.zeros((len(w), 1), dtype=lows.dtype), np.cumsum(lows, axis=1)], axis=1)
    thresholds = np.arange(width + 1)
    mirrored = np.clip(sums[:, None] - thresholds - reach + 1, 0, width)
    return before[:, np.minimum(thresholds + below, width)] + np.take_along_axis(before, mirrored, 1) - before[:, -1:]


def _low_counts(w: np.ndarray, blocks: np.ndarray, active: int) -> np.ndarray:
    """(B, S + 1) int64: restrictions by `low`, the sum with the free bits 0, that leave `active` weights free that
    are not zero, or more. Position after position, for all gates at once."""
    width, pad = int(w.sum(axis=1).max(initial=0)) + 1, int(w.max(initial=0))
    # state[0] counts the restrictions that have met the free position of the current part, state[1] the others, both
    # by the number of free weights that are not zero; on the left of each row zeros to shift in
    state = np.zeros((2, active + 1, len(w), pad + width), dtype=np.int64)
    state[0, 0, :, pad] = 1
    flat = state.reshape(2, active + 1, -1)
    places = np.arange(len(w))[:, None] * (pad + width) + pad + np.arange(width)
    for block in blocks:
        state[1], state[0] = state[0], 0
        for i in block:
            shifted = np.take(flat, places - w[:, i : i + 1], axis=2)
            if active:
                for c in range(active + 1):
                    heavier = min(c + 1, active)
                    state[0, c] += np.where(w[:, i : i + 1] == 0, state[1, c], 0)
                    shifted[0, heavier] += np.where(w[:, i : i + 1] > 0, state[1, c, :, pad:], 0)
            else:
                state[0] += state[1]
            state[..., pad:] += shifted
    return state[0, active, :, pad:]


def _low_terms(w: Sequence[int], blocks: np.ndarray, active: int) -> Iterable[tuple[int, int]]:
    """The values of `low` and their counts, as `_low_counts`, for one gate: polynomials with an integer coefficient for
    each value, dense if the values are few and sparse otherwise, multiplied in pairs."""
    from flint import fmpz_mpoly_ctx, fmpz_poly

    dense = sum(w) < DENSE_LIMIT
    z = fmpz_poly([0, 1]) if dense else fmpz_mpoly_ctx.get(["z"], "lex").gens()[0]
    one = z**0

    def times(a: Any, b: Any) -> Any:
        if not dense and len(a) * len(b) > SPARSE_LIMIT:
            raise ValueError("the sum of the weights takes too many values: use smaller or fewer distinct weights")
        return a * b

    def join(a: tuple[Any, Any], b: tuple[Any, Any]) -> tuple[Any, Any]:
        """All positions fixed, and all but one."""
        return times(a[0], b[0]), times(a[1], b[0]) + times(a[0], b[1])

    def part(weights: list[int]) -> list[Any]:
        """One free position: any one; if asked for, one of weight zero; another one."""
        fixed, heavy = _product([(one + z**x, one) for x in weights if x], join, (one, 0 * one))
        zeros = weights.count(0)
        idle, heavy = fixed * (zeros << zeros >> 1), heavy * 2**zeros
        return [idle + heavy, idle, heavy][: active + 1]

    def both(a: list[Any], b: list[Any]) -> list[Any]:
        """All choices; if asked for, those of no weight but zero; those of exactly one."""
        found = [times(x, y) for x, y in zip(a[:2], b[:2], strict=True)]
        return found + [times(a[1], b[2]) + times(a[2], b[1]) for _ in a[2:]]

    found = _product([part([w[i] for i in block]) for block in blocks.tolist()], both, None)
    result = found[0] - sum(found[1:], 0 * one)
    if dense:
        return ((value, int(count)) for value, count in enumerate(result.coeffs()))
    return ((int(value), int(count)) for (value,), count in result.to_dict().items())


def _product(factors: list[Any], times: Callable[[Any, Any], Any], empty: Any) -> Any:
    while len(factors) > 1:
        pairs = zip(factors[::2], factors[1::2], strict=False)
        factors = [times(a, b) for a, b in pairs] + factors[len(factors) & ~1 :]
    return factors[0] if factors else empty


def not_forced_probability(weights: Sequence[Any], threshold: Any, parts: Parts, gate: Gate = "threshold") -> Fraction:
    """Return the probability, exactly, that the gate survives a random block restriction.

    Weights and threshold are rational (floats count as the dyadic rationals that they are). A table over the values
    of the sum when they are few, else a sparse one (ValueError where it would grow too large).
    """
    w, (below, reach, active) = _normal(weights, threshold, gate)
    blocks = partition(len(w), parts)
    if below <= 0 or reach > sum(w):
        return Fraction(0)
    terms = _low_terms(w, blocks, active)
    last = sum(w) - reach
    return Fraction(sum(c * ((v < below) - (v > last)) for v, c in terms), restriction_count(len(w), parts))


def relu_removal_probability(
    weights: Sequence[Any], bias: Any, parts: Parts, removal: Literal["printed", "sign", "affine"] = "printed"
) -> Fraction:
    """Return the probability, exactly, that a random block restriction makes the gate max(0, w x + bias) removable.

    `removal` says in which sense: the restricted argument is non-positive or positive everywhere, as printed in
    section 2.6 of mukherjee2020 ("printed"), non-positive or non-negative ("sign"), or the gate is an affine function
    on the cube of the free bits ("affine"); each of these is at least as likely as the one before.
    """
    return 1 - not_forced_probability(weights, -_exact(bias), parts, f"relu_{removal}")


def majority_not_forced(n: int) -> Fraction:
    """Return C(n-1, (n-1)/2) / 2**(n-1): the probability that one free bit decides the majority of n bits, n odd."""
    if n < 1 or n % 2 == 0:
        raise ValueError(f"n = {n}: the majority of an odd number of bits is meant")
    return Fraction(math.comb(n - 1, (n - 1) // 2), 2 ** (n - 1))


def sample_not_forced(
    rng: np.random.Generator, weights: Sequence[Any], threshold: Any, parts: Parts, trials: int,
    gate: Gate = "threshold",
) -> int:  # fmt: skip
    """Return how many of `trials` independent random block restrictions the gate survives. Exact integer arithmetic.

    The stream: for chunks of max(1, CHUNK // W) trials, W = ceil(n/64), first W rows of uint64 words, which hold a bit
    for each position, part after part, the free ones included; then, for groups of as many parts as have at most
    CHOICES choices (one part if it alone has more), a uniform choice for all parts of the group. OverflowError if the
    weights, scaled to coprime integers, add up to 2**63 - 1 or more.
    """
    w, (below, reach, active) = _normal(weights, threshold, gate)
    blocks = partition(len(w), parts)
    if below <= 0 or reach > sum(w):
        return 0
    if sum(w) >= INT64_LIMIT - 1:
        raise OverflowError("the weights, as coprime integers, add up to 2**63 - 1 or more: scale the gate down")
    dtype = next(d for d in (np.int16, np.int32, np.int64) if sum(w) < np.iinfo(d).max)
    ordered = np.array(w, dtype=np.int64)[blocks].astype(dtype)
    below, reach = dtype(min(below, sum(w) + 1)), dtype(max(reach, 0))
    padded = np.pad(ordered.ravel(), (0, -len(w) % LANE))  # bits beyond the last position count for nothing
    lanes = [_subset_sums(x) for x in padded.reshape(-1, LANE)]
    groups = _choice_tables(ordered)
    words = -(-len(w) // 64)
    chunk = max(1, CHUNK // words)
    hits = 0
    for start in range(0, trials, chunk):
        size = min(chunk, trials - start)
        bits = rng.integers(0, 2**64 - 1, (words, size), dtype=np.uint64, endpoint=True)
        gap = np.zeros(size, dtype=dtype)
        heavy = np.zeros(size, dtype=np.int32)
        for group in groups:
            choice = rng.integers(0, len(group.gap), size, dtype=np.uint16 if len(group.gap) <= 2**16 else np.int64)
            for word, mask in group.masks:
                bits[word] &= mask.take(choice)
            gap += group.gap.take(choice)
            if active > 1:
                heavy += group.heavy.take(choice)
        low = np.zeros(size, dtype=dtype)
        columns = bits.astype("<u8", copy=False).view("<u2").reshape(words, size, -1)
        for i, table in enumerate(lanes):
            low += table.take(columns[i // 4, :, i % 4])
        survives = (low < below) & (gap >= reach - low)
        hits += int(np.count_nonzero(survives & (heavy >= active) if active > 1 else survives))
    return hits


def _subset_sums(weights: np.ndarray) -> np.ndarray:
    """The sum of the weights at the bits of each index."""
    sums = np.zeros(1, dtype=weights.dtype)
    for x in weights:
        sums = np.concatenate([sums, sums + x])
    return sums


class _Choices(NamedTuple):
    """For each choice of the free positions of some parts: the words' masks, which clear the free bits, the sum of the
    free weights, and how many of them are not zero."""

    masks: list[tuple[int, np.ndarray]]
    gap: np.ndarray
    heavy: np.ndarray


def _choice_tables(ordered: np.ndarray) -> list[_Choices]:
    parts, size = ordered.shape
    together = 1
    while together < parts and size ** (together + 1) <= CHOICES:
        together += 1
    groups = []
    for start in range(0, parts, together):
        chosen = range(start, min(start + together, parts))
        choice = np.arange(size ** len(chosen))
        free = [(choice // size**k) % size for k in range(len(chosen))]
        gap, heavy = np.zeros(len(choice), dtype=ordered.dtype), np.zeros(len(choice), dtype=np.int32)
        for j, f in zip(chosen, free, strict=True):
            gap += ordered[j, f]
            heavy += ordered[j, f] > 0
        masks = []
        for word in range(chosen[0] * size // 64, ((chosen[-1] + 1) * size - 1) // 64 + 1):
            cleared = np.zeros(len(choice), dtype=np.uint64)
            for j, f in zip(chosen, free, strict=True):
                bit = j * size + f - 64 * word
                inside = (bit >= 0) & (bit < 64)
                cleared[inside] |= np.uint64(1) << bit[inside].astype(np.uint64)
            masks.append((word, ~cleared))
        groups.append(_Choices(masks, gap, heavy))
    return groups


class Estimate(NamedTuple):
    """Of `trials` random restrictions the gate survived `survived`; `low` <= probability <= `high`, Clopper-Pearson."""

    survived: int
    trials: int
    low: Fraction
    high: Fraction


def estimate_not_forced(
    seed: int, weights: Sequence[Any], threshold: Any, parts: Parts, trials: int, gate: Gate = "threshold", *,
    confidence: Fraction | str = Fraction(99, 100), executor: Executor | None = None,
) -> Estimate:  # fmt: skip
    """Estimate the probability that the gate survives, with an exact interval of the given confidence.

    Shard k is `sample_not_forced` on SHARD trials (the last one fewer) with the child k of SeedSequence(seed), so that
    one process, many (an `executor`), or a cluster visit the same restrictions.
    """
    from numerics.statistics import clopper_pearson

    sizes = [min(SHARD, trials - start) for start in range(0, trials, SHARD)]
    shard = partial(_sample_shard, seed, list(weights), threshold, parts, gate)
    survived = sum((executor.map if executor else map)(shard, range(len(sizes)), sizes))
    return Estimate(survived, trials, *clopper_pearson(survived, trials, confidence))


def _sample_shard(
    seed: int, weights: Sequence[Any], threshold: Any, parts: Parts, gate: Gate, shard: int, trials: int
) -> int:
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(shard,)))
    return sample_not_forced(rng, weights, threshold, parts, trials, gate)


def not_forced_ceiling(n: int, parts: int) -> Fraction:
    """Return an exact upper bound on the not-forced probability of every gate, whatever its weights.

    After flips the gate f is monotone, so the probability is E[f(B)] - E[f(A)], where A and B set the free bits to 0
    and to 1. For x uniform, with k_j ones in part j of size s and g_j = (s - 2 k_j) / s, A and B have the densities
    prod_j (1 + g_j) and prod_j (1 - g_j). So the probability is at most E[max(0, prod (1 - g_j) - prod (1 + g_j))].
    Majority attains that for one or two parts, for parts of one or two positions, and for three parts of three.
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
    """Return 1 - (1 - 1/s)**|P|, s = n / |P|: at least the square of any not-forced probability.

    The sharpened form of Lemma 2.6.1 of mukherjee2020, by Cauchy-Schwarz on `not_forced_ceiling`. At most |P|**2 / n.
    """
    return 1 - (1 - Fraction(parts, partition(n, parts).size)) ** parts


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


class _Halves(NamedTuple):
    """Some parts of a gate, in all ways: their blocks, and the distributions of the least and the greatest sum."""

    blocks: np.ndarray
    lows: np.ndarray
    highs: np.ndarray


def worst_gate(n: int, parts: int, weight_bound: int) -> WorstGate:
    """Return the gate with weights in [-weight_bound, weight_bound] that is least often forced, over all thresholds.

    Exhaustive: bits of negative weight may be flipped, positions permuted within a part and parts permuted, so only
    non-negative weights, sorted within parts and parts sorted, are counted. The first of equals in that order. For
    ReLU gates too: `relu_printed` is the threshold gate of the next threshold, and the others survive less often.
    """
    total = restriction_count(n, parts)
    if weight_bound < 0:
        raise ValueError(f"weight_bound = {weight_bound} leaves no gate: need at least 0")
    blocks = np.array(list(combinations_with_replacement(range(weight_bound + 1), n // parts)), dtype=np.int64)
    single = partition(n // parts, 1)
    # The number of restrictions that a gate survives is sum_v low2[v] #(low1 < t - v) - high2[v] #(high1 < t - v), a
    # matrix product over all second halves. Its partial sums lie between -total and total.
    first, second = (_all_halves(blocks, _low_counts(blocks, single, 0), k) for k in (parts // 2, parts - parts // 2))
    kind = next((d for d, limit in EXACT_FLOATS.items() if total <= limit), object)
    seconds = np.concatenate([second.lows, -second.highs], axis=1).astype(kind)
    # as often as of threshold t it survives that of threshold S + 1 - t
    shift = np.arange((n * weight_bound + 1) // 2 + 1)[:, None] - np.arange(second.lows.shape[1])
    shift = np.clip(shift, 0, first.lows.shape[1])
    starts = np.searchsorted(second.blocks[:, 0], first.blocks[:, -1]) if parts > 1 else [0]
    best = -1
    for row, start in enumerate(starts):
        before = [np.concatenate([[0], np.cumsum(x[row])]).astype(kind)[shift] for x in (first.lows, first.highs)]
        table = np.concatenate(before, axis=1)
        for at in range(start, len(seconds), GATES_AT_ONCE):
            counts = table @ seconds[at : at + GATES_AT_ONCE].T
            if counts.max() > best:
                gate, threshold = (int(x) for x in np.unravel_index(np.argmax(counts.T), counts.T.shape))
                best = int(counts[threshold, gate])
                chosen = [*first.blocks[row], *second.blocks[at + gate]]
    weights = tuple(int(x) for k in chosen for x in blocks[k])
    probability = Fraction(best, total)
    return WorstGate(weights, threshold, probability, probability**2 * n / parts**2)


def _all_halves(blocks: np.ndarray, lows: np.ndarray, parts: int) -> _Halves:
    """All sorted choices of so many blocks, in lexicographic order."""
    chosen = np.array(list(combinations_with_replacement(range(len(blocks)), parts)), dtype=np.int64)
    sums = blocks.sum(axis=1)[chosen].sum(axis=1, dtype=np.int64)
    size = blocks.shape[1]
    exact = np.int64 if (size << (size - 1)) ** parts < INT64_LIMIT else object
    found = np.ones((len(chosen), 1), dtype=exact)
    for k in range(parts):
        longer = np.zeros((len(chosen), found.shape[1] + lows.shape[1] - 1), dtype=exact)
        for v in range(lows.shape[1]):
            longer[:, v : v + found.shape[1]] += found * lows[chosen[:, k], v, None]
        found = longer
    mirrored = sums[:, None] - np.arange(found.shape[1])
    highs = np.where(mirrored >= 0, np.take_along_axis(found, np.maximum(mirrored, 0), axis=1), 0)
    return _Halves(chosen, found, highs)
