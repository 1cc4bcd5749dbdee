from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.rank import block_group_counts, block_groups, exact_rank, sign_rank_at_most, sign_rank_lower_bound


def hadamard(k):
    h = np.array([[1]])
    for _ in range(k):
        h = np.block([[h, h], [h, -h]])
    return h


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 7), st.integers(1, 7), st.integers(0, 5), st.integers(0, 2**32))
def test_rank_certificates(m, n, r, seed):
    rng = np.random.default_rng(seed)
    a = rng.integers(-4, 5, (m, r)) @ rng.integers(-4, 5, (r, n))
    certificate = exact_rank(a)
    assert certificate.verify(a)
    assert certificate.rank == (np.linalg.matrix_rank(a) if r else 0)
    changed = a.astype(object)
    changed[0, 0] += 1
    assert not certificate.verify(changed) or certificate.rank == 0 == changed[0, 0]


def test_an_unlucky_prime_is_noticed():
    prime = 2**61 - 1
    a = np.array([[prime, 0, 0], [0, 1, 0], [0, 2, 0]], dtype=object)
    certificate = exact_rank(a)
    assert certificate.rank == 2
    assert certificate.verify(a)


def test_a_false_certificate_is_rejected():
    a = np.array([[1, 2], [3, 4]])
    true = exact_rank(a)
    assert not replace(true, determinant=5).verify(a)
    assert not replace(true, rank=1).verify(a)
    assert not replace(true, rows=(1, 0)).verify(a)
    assert not replace(true, denominator=0).verify(a)


def test_repeated_rows_and_columns():
    a = np.kron(np.tril(np.ones((9, 9), dtype=np.int64)), np.ones((7, 5), dtype=np.int64))
    certificate = exact_rank(a)
    assert certificate.rank == 9
    assert certificate.verify(a)


@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 4))
def test_block_groups_are_coarsest(seed, d, e):
    rng = np.random.default_rng(seed)
    core = rng.integers(0, 2, (d, e))
    a = np.repeat(np.repeat(core, rng.integers(1, 4, d), axis=0), rng.integers(1, 4, e), axis=1)
    rows, columns = block_groups(a)
    assert len(rows) <= d
    assert len(columns) <= e
    for r, c in product(np.split(a, rows[1:], axis=0), [slice(None)]):
        for block in np.split(r[:, c], columns[1:], axis=1):
            assert block.min() == block.max()
    assert all((a[i] != a[i - 1]).any() for i in rows[1:])
    counts = block_group_counts(np.stack([a, a * 0]))
    assert counts[0].tolist() == [len(rows), 1]
    assert counts[1].tolist() == [len(columns), 1]
    assert exact_rank(a).rank <= min(len(rows), len(columns))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(2, 5), st.integers(0, 2**32))
def test_bounds_meet_on_small_matrices(m, n, seed):
    signs = np.where(np.random.default_rng(seed).random((m, n)) < 0.5, 1, -1)
    lower = sign_rank_lower_bound(signs)
    assert lower.verify(signs)
    for r in (1, 2):
        found = sign_rank_at_most(signs, r)
        assert (found is None) == (lower.bound > r)  # exact for r <= 2
        assert found is None or (found.verify(signs) and exact_rank(found.left @ found.right).rank <= r)


def test_planar_decision_agrees_with_all_planar_arrangements():
    """Every 4 x 4 sign matrix of rank 2 comes from rows and columns at generic angles; enumerate them."""
    around = 32
    columns = [
        (np.cos(2 * np.pi * (i + 0.37) / around), np.sin(2 * np.pi * (i + 0.37) / around)) for i in range(around)
    ]
    realised = set()
    for quadruple in product(range(0, around // 2, 3), repeat=3):
        rows = np.array(
            [(1.0, 0.0)] + [(np.cos(2 * np.pi * q / around), np.sin(2 * np.pi * q / around)) for q in quadruple]
        )
        patterns = {tuple(np.where(rows @ c > 0, 1, -1).tolist()) for c in columns}
        realised |= {frozenset(min(p, tuple(-x for x in p)) for p in patterns)}
    rng = np.random.default_rng(0)
    for _ in range(300):
        s = np.where(rng.random((4, 3)) < 0.5, 1, -1)
        flips = [s * np.array(f)[:, None] for f in product((1, -1), repeat=4)]
        column_sets = [{min(tuple(c), tuple(-x for x in c)) for c in f.T.tolist()} for f in flips]
        planar = any(c <= r for c in column_sets for r in realised)
        assert planar == (sign_rank_at_most(s, 2) is not None)


def test_lower_bound_proofs_do_not_transfer():
    for k, method in ((1, "minor"), (2, "chains"), (4, "forster")):
        h = hadamard(k)
        bound = sign_rank_lower_bound(h)
        assert bound.method == method
        assert bound.verify(h)
        assert not bound.verify(np.ones_like(h))
        assert not replace(bound, bound=bound.bound + 1).verify(h)


def test_forster_on_hadamard_matrices():
    for k in (4, 6):
        n = 2**k
        assert sign_rank_lower_bound(hadamard(k)).bound == 2 ** (k // 2)
        assert sign_rank_lower_bound(hadamard(k), powers=1).norm == n


def test_planted_realisations_are_found():
    rng = np.random.default_rng(3)
    for n, r in ((10, 3), (16, 4)):
        signs = np.where(rng.standard_normal((n, r)) @ rng.standard_normal((r, n)) > 0, 1, -1)
        found = sign_rank_at_most(signs, r)
        assert found is not None
        assert found.verify(signs)
        assert not found.verify(-signs)


def test_malformed_matrices():
    with pytest.raises(ValueError, match="entries"):
        sign_rank_at_most(np.array([[1, 0]]), 1)
    with pytest.raises(ValueError, match="integers"):
        exact_rank(np.array([[0.5]]))
