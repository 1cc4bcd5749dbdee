from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.circuits import and_function, parity
from numerics.rank import exact_rank
from numerics.sign_rank import sign_rank_at_most, sign_rank_lower_bound


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
        h = and_function(parity(k))
        bound = sign_rank_lower_bound(h)
        assert bound.method == method
        assert bound.verify(h)
        assert not bound.verify(np.ones_like(h))
        assert not replace(bound, bound=bound.bound + 1).verify(h)


def test_forster_on_hadamard_matrices():
    for k in (4, 6):
        n = 2**k
        assert sign_rank_lower_bound(and_function(parity(k))).bound == 2 ** (k // 2)
        assert sign_rank_lower_bound(and_function(parity(k)), powers=1).norm == n


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
