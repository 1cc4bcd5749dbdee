from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from numerics.zonotope import generic_count, support, vertex_count, vertex_signs


def generators(most_n=3, most_m=5, bound=3):
    def rows(n):
        return st.lists(st.lists(st.integers(-bound, bound), min_size=n, max_size=n), min_size=1, max_size=most_m)

    return st.integers(1, most_n).flatmap(rows).map(lambda r: np.array(r, dtype=np.int64))


def vertices_by_linear_programming(b):
    """The sums sum_i +-b_i that no convex combination of the other sums equals."""
    sums = np.unique(np.array(list(product((-1, 1), repeat=len(b)))) @ b, axis=0)
    found = set()
    for i, point in enumerate(sums):
        others = np.delete(sums, i, axis=0)
        if not len(others):
            found.add(tuple(point.tolist()))
            continue
        system = np.vstack([others.T, np.ones(len(others))])
        answer = linprog(np.zeros(len(others)), A_eq=system, b_eq=[*point, 1], bounds=(0, None))
        if answer.status == 2:
            found.add(tuple(point.tolist()))
    return found


@settings(max_examples=40, deadline=None)
@given(generators(most_m=4))
def test_vertices_are_those_of_the_convex_hull(b):
    signs, _ = vertex_signs(b)
    points = {tuple(p.tolist()) for p in signs.astype(np.int64) @ b}
    assert len(points) == len(signs)
    assert points == vertices_by_linear_programming(b)


@settings(max_examples=80, deadline=None)
@given(generators(most_n=4, most_m=6))
def test_directions_expose_and_counts_agree(b):
    signs, directions = vertex_signs(b)
    assert np.array_equal(np.sign(directions @ b.T), signs)
    assert len(np.unique(signs, axis=0)) == len(signs) == vertex_count(b)
    assert {tuple(s) for s in signs.tolist()} == {tuple(s) for s in (-signs).tolist()}
    # each vertex attains the support function in its own direction, and no other does
    heights = directions @ (signs.astype(np.int64) @ b).T
    assert np.array_equal(np.diagonal(heights), support(b, directions))
    assert np.all((heights == support(b, directions)[:, None]).sum(axis=1) == 1)


@settings(max_examples=40, deadline=None)
@given(generators(most_n=3, most_m=5))
def test_deletion_and_restriction(b):
    """Adding a generator adds as many vertices as the projection along it has, unless it is zero or has a parallel."""
    rest, last = b[:-1], b[-1]
    if not last.any():
        assert vertex_count(b) == vertex_count(rest) if len(rest) else vertex_count(b) == 1
        return
    pivot = int(np.argmax(last != 0))
    projected = np.delete(rest * last[pivot] - rest[:, [pivot]] * last, pivot, axis=1)
    parallel = any(r.any() and not p.any() for r, p in zip(rest, projected, strict=True))
    gained = vertex_count(b) - (vertex_count(rest) if len(rest) else 1)
    if parallel:
        assert gained == 0
    elif projected.shape[1] == 0 or not len(rest):
        assert gained == 1
    else:
        assert gained == vertex_count(projected)


def test_batch_agrees_with_single():
    rng = np.random.default_rng(0)
    batch = rng.integers(-2, 3, (200, 5, 3))
    assert vertex_count(batch).tolist() == [vertex_count(b) for b in batch]
    assert vertex_count(batch).max() == generic_count(3, 5) == 22


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 5), (2, 7), (3, 8), (4, 7), (5, 6)])
def test_general_position_on_the_moment_curve(n, m):
    b = np.array([[t**i for i in range(n)] for t in range(1, m + 1)])
    assert vertex_count(b) == len(vertex_signs(b)[0]) == generic_count(n, m)


def test_generic_count_recursion():
    for n in range(2, 12):
        for m in range(2, 20):
            assert generic_count(n, m) == generic_count(n, m - 1) + generic_count(n - 1, m - 1)
    assert all(generic_count(n, m) == 2**m for n in range(1, 9) for m in range(1, n + 1))


def test_a_single_generator_has_two_vertices():
    """The printed bound sum_{i < n} C(m - 1, i) of Theorem 2.3.7 is 1 here: a factor 2 is missing."""
    signs, _ = vertex_signs(np.array([[1]]))
    assert sorted(signs[:, 0].tolist()) == [-1, 1]


def test_degenerate_generators():
    empty = np.zeros((0, 2), dtype=np.int64)
    assert vertex_count(empty) == len(vertex_signs(empty)[0]) == 1
    assert vertex_count(np.zeros((3, 2), dtype=np.int64)) == 1
    signs, _ = vertex_signs(np.array([[1, 2, 3], [0, 0, 0], [-2, -4, -6]]))
    assert signs.tolist() == [[-1, 0, 1], [1, 0, -1]]


def test_entries_beyond_int64():
    big = 10**30
    b = np.array([[big, 1], [1, big], [big, -big], [3 * big, 3]], dtype=object)
    signs, directions = vertex_signs(b)
    assert len(signs) == vertex_count(b) == 6
    assert np.array_equal(np.sign(directions.astype(object) @ b.T), signs)
    assert support(b, [[1, 0]])[0] == 5 * big + 1


def test_floats_are_refused():
    with pytest.raises(ValueError, match="integers"):
        vertex_count(np.array([[0.5, 1.0]]))
