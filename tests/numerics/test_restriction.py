from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.restriction import (
    andreev,
    andreev_shape,
    majority_not_forced,
    not_forced_bound_squared,
    not_forced_ceiling,
    not_forced_counts,
    not_forced_probability,
    partition,
    restriction_count,
    restriction_truth_table,
    sample_not_forced,
    worst_gate,
)


def by_enumeration(weights, threshold, parts):
    """Try every restriction and, under it, every input."""
    blocks, n = partition(len(weights), parts).tolist(), len(weights)
    hits = total = 0
    for free in product(*blocks):
        fixed = [i for i in range(n) if i not in free]
        for values in product((0, 1), repeat=len(fixed)):
            base = sum(weights[i] for i, v in zip(fixed, values, strict=True) if v)
            outputs = {
                base + sum(weights[i] for i, y in zip(free, ys, strict=True) if y) >= threshold
                for ys in product((0, 1), repeat=len(free))
            }
            hits += len(outputs) == 2
            total += 1
    assert total == restriction_count(n, parts)
    return Fraction(hits, total)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_probability_is_that_of_the_definition(data):
    parts, size = data.draw(st.sampled_from([(1, 4), (2, 2), (2, 3), (3, 2), (4, 1)]))
    n = parts * size
    weights = data.draw(st.lists(st.integers(-5, 5), min_size=n, max_size=n))
    threshold = data.draw(st.integers(-12, 12))
    order = data.draw(st.permutations(range(n)))
    split = [list(order[i * size : (i + 1) * size]) for i in range(parts)]
    expected = by_enumeration(weights, threshold, split)
    assert not_forced_probability(weights, threshold, split) == expected
    # far apart weights take the sparse table; the gate is the same
    scaled = [10**9 * w for w in weights]
    assert not_forced_probability(scaled, 10**9 * threshold, split) == expected
    assert expected <= not_forced_ceiling(n, parts)


def test_python_integers_take_over_where_int64_ends():
    for n in (61, 101):
        assert not_forced_probability([1] * n, (n + 1) // 2, 1) == majority_not_forced(n)
    counts = not_forced_counts(np.ones((2, 80), dtype=np.int64), 4)
    assert counts.dtype == object
    assert Fraction(counts[1, 40], restriction_count(80, 4)) == not_forced_probability([-1] * 80, -39, 4)


def test_majority_is_the_worst_gate_of_one_part():
    for n in (1, 3, 5):
        gate = worst_gate(n, 1, 3)
        assert gate.probability == majority_not_forced(n) == not_forced_ceiling(n, 1)
        assert gate.ratio_squared == gate.probability**2 * n
        assert by_enumeration(list(gate.weights), gate.threshold, 1) == gate.probability
    with pytest.raises(ValueError, match="odd"):
        majority_not_forced(4)


def test_worst_gate_sees_all_small_gates():
    best = max(by_enumeration(w, t, 2) for w in product(range(-1, 2), repeat=4) for t in range(-3, 5))
    gate = worst_gate(4, 2, 1)
    assert gate.probability == best == not_forced_ceiling(4, 2)
    assert 0.74 < gate.ratio < 0.76


def test_ceiling_and_explicit_constant():
    """Lemma 2.6.1 with a constant: probability <= sqrt(6/5) |P| / sqrt(n) for |P| parts of at least |P| elements."""
    for parts in (1, 2, 3, 4, 5):
        for size in range(1, 8):
            n = parts * size
            ceiling, square = not_forced_ceiling(n, parts), not_forced_bound_squared(n, parts)
            assert worst_gate(n, parts, 1).probability <= ceiling
            assert ceiling**2 <= square
            assert ceiling <= 1
            if parts <= size:
                assert square <= Fraction(6, 5) * parts**2 / n
            assert ceiling**2 * n <= parts**2


def test_sampling_agrees():
    rng = np.random.default_rng(0)
    weights, threshold, parts, trials = [3, -5, 2, 7, -1, 4], 2, 3, 40_000
    p = float(not_forced_probability(weights, threshold, parts))
    hits = sample_not_forced(rng, weights, threshold, parts, trials)
    assert abs(hits / trials - p) < 5 * (p * (1 - p) / trials) ** 0.5
    assert sample_not_forced(rng, [1, 1], 5, 1, 100) == 0


def test_partitions_are_checked():
    with pytest.raises(ValueError, match="multiple"):
        partition(5, 2)
    for parts in ([[0, 1], [2]], [[0, 1], [1, 2]], []):
        with pytest.raises(ValueError, match="equal size"):
            partition(3, parts)


def test_andreev_shape_for_all_small_n():
    for n in range(-1, 4):
        with pytest.raises(ValueError, match="n >= 4"):
            andreev_shape(n)
    assert andreev_shape(4) == (2, 1, 2)
    for n in range(4, 4097):
        table, rows, columns = andreev_shape(n)
        assert 2**rows <= n / 2 < 2 ** (rows + 1)  # every index falls in the table
        assert rows * columns <= n / 2 < rows * (columns + 1)
        assert table + rows * columns <= n
    assert sum(andreev_shape(16)[:1]) + 3 * 2 == 14  # no bijection with 16 bits
    assert 2 ** andreev_shape(12).rows < andreev_shape(12).table  # x_4 and x_5 are never read


def test_andreev_reads_the_bit_of_the_parities():
    x = [0, 1, 1, 0]
    for a in product((0, 1), repeat=4):
        index = 2 * ((a[0] + a[1]) % 2) + (a[2] + a[3]) % 2
        assert andreev(8, x, [a[:2], a[2:]]) == x[index]
    tables = np.array(list(product((0, 1), repeat=4)))
    assert andreev(8, tables, [[1, 0], [0, 0]]).tolist() == tables[:, 2].tolist()
    with pytest.raises(ValueError, match="x_bits"):
        andreev(8, [0, 1, 2, 0], np.zeros((2, 2)))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([4, 8, 12, 18, 33]), st.integers(0, 2**32))
def test_restricted_table_is_the_string_shifted_by_parities(n, seed):
    rng = np.random.default_rng(seed)
    shape = andreev_shape(n)
    x, a = rng.integers(0, 2, shape.table), rng.integers(0, 2, (shape.rows, shape.columns))
    free = rng.integers(0, shape.columns, shape.rows)
    fixed = a.copy()
    fixed[np.arange(shape.rows), free] = 0
    shift = int("".join(str(s) for s in fixed.sum(axis=1) % 2), 2)
    table = restriction_truth_table(n, x, a, free.tolist())
    assert table.tolist() == [x[y ^ shift] for y in range(2**shape.rows)]


def test_claim_2_holds_only_up_to_the_shift():
    """n = 4, x = (0, 1), the fixed bit of the only row 1: the truth table is (1, 0), not x."""
    assert restriction_truth_table(4, [0, 1], [[0, 1]], [0]).tolist() == [1, 0]
