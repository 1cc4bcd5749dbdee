from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import restriction
from numerics.restriction import (
    GATES,
    SHARD,
    estimate_not_forced,
    majority_not_forced,
    not_forced_bound_squared,
    not_forced_ceiling,
    not_forced_counts,
    not_forced_probability,
    partition,
    relu_removal_probability,
    restriction_count,
    sample_not_forced,
    worst_gate,
)
from numerics.statistics import clopper_pearson


def survives(gate, values):
    """Whether a gate survives, from its argument at all points of the free cube, the definitions literally."""
    if gate == "threshold":
        return len({v >= 0 for v in values.values()}) == 2
    if gate == "relu_printed":
        return not (all(v <= 0 for v in values.values()) or all(v > 0 for v in values.values()))
    if gate == "relu_sign":
        return not (all(v <= 0 for v in values.values()) or all(v >= 0 for v in values.values()))
    outputs = {y: max(0, v) for y, v in values.items()}
    origin = (0,) * len(next(iter(outputs)))
    slopes = [outputs[(*origin[:i], 1, *origin[i + 1 :])] - outputs[origin] for i in range(len(origin))]
    return any(
        value != outputs[origin] + sum(a * b for a, b in zip(slopes, y, strict=True)) for y, value in outputs.items()
    )


def argument(weights, threshold, free, fixed_values):
    """The argument of the gate at all points of the free cube."""
    base = sum(weights[i] for i, v in fixed_values.items() if v) - threshold
    return {
        y: base + sum(weights[i] for i, bit in zip(free, y, strict=True) if bit)
        for y in product((0, 1), repeat=len(free))
    }


def by_enumeration(weights, threshold, parts, gate="threshold"):
    """Try every restriction and, under it, every input."""
    blocks, n = partition(len(weights), parts).tolist(), len(weights)
    hits = total = 0
    for free in product(*blocks):
        fixed = [i for i in range(n) if i not in free]
        for values in product((0, 1), repeat=len(fixed)):
            hits += survives(gate, argument(weights, threshold, free, dict(zip(fixed, values, strict=True))))
            total += 1
    assert total == restriction_count(n, parts)
    return Fraction(hits, total)


def by_plain_sampling(random, weights, threshold, parts, trials, gate):
    """Draw restrictions one at a time with another generator."""
    blocks, hits = partition(len(weights), parts).tolist(), 0
    for _ in range(trials):
        free = [random.choice(block) for block in blocks]
        fixed = {i: random.getrandbits(1) for i in range(len(weights)) if i not in free}
        hits += survives(gate, argument(weights, threshold, free, fixed))
    return hits


@st.composite
def gates(draw, weights):
    """Weights, a threshold and a partition, which need not consist of consecutive positions."""
    parts, size = draw(st.sampled_from([(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (4, 1)]))
    n = parts * size
    w = draw(st.lists(weights, min_size=n, max_size=n))
    order = draw(st.permutations(range(n)))
    return w, draw(st.integers(-12, 12)), [list(order[i * size : (i + 1) * size]) for i in range(parts)]


@pytest.mark.parametrize("gate", GATES)
@settings(max_examples=40, deadline=None)
@given(gate_and_parts=gates(st.integers(-5, 5) | st.sampled_from([0, 0, 1])))
def test_probability_is_that_of_the_definition(gate, gate_and_parts):
    weights, threshold, split = gate_and_parts
    expected = by_enumeration(weights, threshold, split, gate)
    assert not_forced_probability(weights, threshold, split, gate) == expected
    third = [Fraction(w, 3) for w in weights]
    assert not_forced_probability(third, Fraction(threshold, 3), split, gate) == expected
    assert expected <= not_forced_ceiling(len(weights), len(split))


@pytest.mark.parametrize("gate", GATES)
@settings(max_examples=20, deadline=None)
@given(gate_and_parts=gates(st.integers(0, 4)))
def test_counts_of_a_batch_are_those_of_the_definition(gate, gate_and_parts):
    weights, _, split = gate_and_parts
    batch = np.array([weights, weights[::-1], [0] * len(weights)])
    counts = not_forced_counts(batch, split, gate)
    assert counts.dtype == np.int64
    total = restriction_count(len(weights), split)
    for w, row in zip(batch.tolist(), counts.tolist(), strict=True):
        for t, count in enumerate(row):
            assert Fraction(count, total) == by_enumeration(w, t, split, gate)


@settings(max_examples=20, deadline=None)
@given(gates(st.fractions(-2, 2, max_denominator=4)))
def test_rational_weights_and_thresholds_between_the_sums(gate_and_parts):
    weights, threshold, split = gate_and_parts
    for gate in GATES:
        for t in (Fraction(threshold, 12), Fraction(threshold, 5)):
            assert not_forced_probability(weights, t, split, gate) == by_enumeration(weights, t, split, gate)
    floats = [0.5, -0.25, 1.0, 0.0]
    assert not_forced_probability(floats, 0.25, 2) == by_enumeration([2, -1, 4, 0], 1, 2)


@pytest.mark.parametrize("gate", GATES)
def test_far_apart_weights_take_the_sparse_table(gate):
    weights = [3, -2, 10**30, 10**30, 0, 5 * 10**30 + 1, 1, -1]
    for threshold in (0, 2, 10**30, 10**30 + 2, 6 * 10**30 + 1):
        for parts in (1, 2, 4, 8):
            expected = by_enumeration(weights, threshold, parts, gate)
            assert not_forced_probability(weights, threshold, parts, gate) == expected
    with pytest.raises(ValueError, match="too many values"):
        not_forced_probability([3**i for i in range(40)], 3**20, 2)


@pytest.mark.parametrize("gate", GATES)
def test_python_integers_take_over_where_int64_ends(gate):
    rng = np.random.default_rng(5)
    weights = rng.integers(0, 4, (3, 64))
    weights[2, weights[2] < 2] = 0
    counts = not_forced_counts(weights, 4, gate)
    assert counts.dtype == object
    total = restriction_count(64, 4)
    for row, count in zip(weights.tolist(), counts, strict=True):
        for t in (0, 1, sum(row) // 2, sum(row)):
            assert Fraction(count[t], total) == not_forced_probability(row, t, 4, gate)
    for n in (61, 101):
        assert not_forced_probability([1] * n, (n + 1) // 2, 1) == majority_not_forced(n)


def test_removal_of_a_relu_in_three_senses():
    """One free bit is always affine; an argument that is zero somewhere parts the first two senses."""
    senses = ("printed", "sign", "affine")
    assert [relu_removal_probability([1], 0, 1, s) for s in senses] == [0, 1, 1]
    assert [relu_removal_probability([2, 2], -1, 1, s) for s in senses] == [Fraction(1, 2), Fraction(1, 2), 1]
    assert [relu_removal_probability([2, 2], -1, 2, s) for s in senses] == [0, 0, 0]
    assert [relu_removal_probability([3, -1, 0, 1], Fraction(-1, 2), 2, s) for s in senses] == [
        1 - by_enumeration([6, -2, 0, 2], 1, 2, f"relu_{s}") for s in senses
    ]
    # as printed, the condition is that of the gate that fires above zero
    assert relu_removal_probability([1, 2, 3, -4], -2, 2) == 1 - not_forced_probability([1, 2, 3, -4], 3, 2)
    with pytest.raises(ValueError, match="relu_always"):
        relu_removal_probability([1], 0, 1, "always")


def test_majority_is_the_worst_gate_of_one_part():
    for n in (1, 3, 5):
        gate = worst_gate(n, 1, 3)
        assert gate.probability == majority_not_forced(n) == not_forced_ceiling(n, 1)
        assert gate.ratio_squared == gate.probability**2 * n
        assert by_enumeration(list(gate.weights), gate.threshold, 1) == gate.probability
    with pytest.raises(ValueError, match="odd"):
        majority_not_forced(4)


@pytest.mark.parametrize(("n", "parts", "bound"), [(1, 1, 2), (3, 1, 2), (4, 2, 1), (4, 4, 1), (3, 3, 2), (4, 1, 1)])
def test_worst_gate_sees_all_small_gates(n, parts, bound):
    thresholds = range(-n * bound, n * bound + 2)
    gates = product(range(-bound, bound + 1), repeat=n)
    best = max(by_enumeration(w, t, parts) for w in gates for t in thresholds)
    gate = worst_gate(n, parts, bound)
    assert gate.probability == best == by_enumeration(gate.weights, gate.threshold, parts)


@pytest.mark.parametrize(("parts", "size", "bound"), [(1, 6, 2), (2, 3, 3), (3, 2, 3), (3, 3, 1), (4, 2, 2), (5, 1, 2)])
def test_worst_gate_is_the_first_of_the_best_in_order(parts, size, bound):
    blocks = [b for b in product(range(bound + 1), repeat=size) if list(b) == sorted(b)]
    gates = [sum(g, ()) for g in product(blocks, repeat=parts) if list(g) == sorted(g)]
    counts = not_forced_counts(np.array(gates), parts)
    gate, threshold = divmod(int(np.argmax(counts)), counts.shape[1])
    found = worst_gate(parts * size, parts, bound)
    assert (found.weights, found.threshold) == (gates[gate], threshold)
    assert found.probability == Fraction(int(counts.max()), restriction_count(parts * size, parts))


def test_worst_gate_with_counts_beyond_floating_point():
    gate = worst_gate(61, 1, 1)
    assert gate.probability == majority_not_forced(61)
    with pytest.raises(ValueError, match="no gate"):
        worst_gate(2, 1, -1)


def test_ceiling_and_explicit_constant():
    """Lemma 2.6.1 with the constant 1, and between them the ceiling of all functions and the sharpened bound."""
    for parts in (1, 2, 3, 4, 5):
        for size in range(1, 8):
            n = parts * size
            ceiling, square = not_forced_ceiling(n, parts), not_forced_bound_squared(n, parts)
            majority = worst_gate(n, parts, 1).probability
            assert majority <= ceiling
            assert (majority == ceiling) == (parts <= 2 or size <= 2 or parts == size == 3)
            assert ceiling**2 <= square <= Fraction(parts**2, n)


def test_majority_is_not_always_the_worst_gate():
    """Up to 11 positions weights 0 and 1 attain the ceiling; of 12 they are beaten by weights up to 4, or up to 2."""
    for n in range(1, 12):
        for parts in (p for p in range(1, n + 1) if n % p == 0):
            assert worst_gate(n, parts, 1).probability == not_forced_ceiling(n, parts)
    for parts, bound, equal, best in ((3, 4, "21/32", "169/256"), (4, 2, "105/128", "53/64")):
        assert worst_gate(12, parts, 1).probability == Fraction(equal)
        assert worst_gate(12, parts, bound).probability == Fraction(best) > Fraction(equal)
    assert by_enumeration([1] * 3 + [2] * 9, 11, 4) == Fraction(53, 64)
    for parts, size, heavy, other in ((3, 5, 5, 4), (3, 11, 9, 8), (5, 3, 3, 2), (4, 4, 4, 3), (6, 5, 2, 3)):
        n = parts * size
        counts = not_forced_counts(np.array([[1] * n, [heavy] * size + [other] * (n - size)]), parts)
        assert counts[1].max() > counts[0].max()


SAMPLED = [
    ([3, -5, 2, 7, -1, 4], Fraction(2), 3),
    ([0, 5, 1, 0, 0, 6, 5, 0, 1], Fraction(9), [[0, 4, 8], [1, 5, 6], [2, 3, 7]]),
    ([0, 1, 0, 2, 0, 0, 3, -1], Fraction(1), 4),
    ([0, 1, 0, 2, 0, 0, 3, -1], Fraction(1), 8),
    ([(-1) ** i * (i % 7) for i in range(64)], Fraction(3), 1),
    ([(-1) ** i * (i % 7) for i in range(64)], Fraction(3), 16),
    ([(-1) ** i * (i % 7) for i in range(64)], Fraction(3), [list(range(k, 64, 8)) for k in range(8)]),
    ([i * i % 11 for i in range(75)], Fraction(190), 3),
    ([i * i % 11 for i in range(130)], Fraction(330), 26),
    ([10**9 * (i % 2) + i % 3 for i in range(70)], Fraction(17 * 10**9 + 35), 10),
]


def inside(hits, trials, probability):
    """Whether the exact interval, which errs with probability 1e-9, holds the probability."""
    low, high = clopper_pearson(hits, trials, 1 - Fraction(1, 10**9))
    return low <= probability <= high


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(("weights", "threshold", "parts"), SAMPLED)
def test_sampling_finds_the_exact_probability(weights, threshold, parts, gate):
    exact = not_forced_probability(weights, threshold, parts, gate)
    hits = sample_not_forced(np.random.default_rng(11), weights, threshold, parts, 100_000, gate)
    assert inside(hits, 100_000, exact)


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("case", range(3))
def test_plain_sampling_finds_it_too(case, gate):
    """The same interval around another sampler, which shares neither generator nor tables."""
    weights, threshold, parts = SAMPLED[case]
    hits = by_plain_sampling(Random(case), weights, threshold, parts, 2000, gate)
    assert inside(hits, 2000, not_forced_probability(weights, threshold, parts, gate))


def test_sampling_follows_the_documented_stream(monkeypatch):
    """The words and the choices, read again bit by bit."""
    weights, threshold, parts, trials = [i * i % 9 - 3 for i in range(66)], 10, 22, 150
    monkeypatch.setattr(restriction, "CHUNK", 200)
    monkeypatch.setattr(restriction, "CHOICES", 30)
    found = sample_not_forced(np.random.default_rng(3), weights, threshold, parts, trials)
    rng, hits = np.random.default_rng(3), 0
    for size in (100, 50):
        words = rng.integers(0, 2**64 - 1, (2, size), dtype=np.uint64, endpoint=True).tolist()
        groups = [rng.integers(0, 27 if g < 7 else 3, size, dtype=np.uint16).tolist() for g in range(8)]
        for trial in range(size):
            free = [3 * j + groups[j // 3][trial] // 3 ** (j % 3) % 3 for j in range(22)]
            bits = {i: words[i // 64][trial] >> i % 64 & 1 for i in range(66)}
            # bits of negative weight are flipped
            fixed = {i: bits[i] ^ (weights[i] < 0) for i in range(66) if i not in free}
            low = sum(weights[i] for i in fixed if fixed[i]) + sum(min(0, weights[i]) for i in free)
            hits += low < threshold <= low + sum(abs(weights[i]) for i in free)
    assert found == hits
    assert 0 < hits < trials


def test_shards_are_the_same_trials_however_they_run(monkeypatch):
    monkeypatch.setattr(restriction, "SHARD", 1000)
    gate = ([3, -5, 2, 7, -1, 4], 2, 3)
    alone = estimate_not_forced(17, *gate, 2500)
    with ThreadPoolExecutor(2) as executor:
        assert estimate_not_forced(17, *gate, 2500, executor=executor) == alone
    children = np.random.SeedSequence(17).spawn(3)
    shards = zip(children, (1000, 1000, 500), strict=True)
    assert alone.survived == sum(sample_not_forced(np.random.default_rng(c), *gate, size) for c, size in shards)
    assert alone[2:] == clopper_pearson(alone.survived, 2500)
    assert alone.low < not_forced_probability(*gate) < alone.high
    assert estimate_not_forced(18, *gate, 2500).survived != alone.survived
    assert SHARD > 1000


def test_sampling_extremes():
    rng = np.random.default_rng(0)
    assert sample_not_forced(rng, [1, 1], 5, 1, 100) == 0
    assert sample_not_forced(rng, [1, 1], 0, 1, 100) == 0
    assert sample_not_forced(rng, [1, 1], 1, 2, 100) == 100
    assert sample_not_forced(rng, [0, 0], 0, 1, 100, "relu_sign") == 0
    assert sample_not_forced(rng, [1, 1], 1, 2, 0) == 0
    assert sample_not_forced(rng, [10**30, 2 * 10**30], 10**30, 2, 10) == 10
    assert sample_not_forced(rng, [2**62, 2**62 - 3, 1, 0], 1, 4, 10) == 10
    with pytest.raises(OverflowError, match="scale"):
        sample_not_forced(rng, [2**62, 2**62, 1, 1], 2**62, 2, 10)


def test_partitions_are_checked():
    with pytest.raises(ValueError, match="multiple"):
        partition(5, 2)
    for parts in ([[0, 1], [2]], [[0, 1], [1, 2]], []):
        with pytest.raises(ValueError, match="equal size"):
            partition(3, parts)
