import copy
import subprocess
import sys
from itertools import combinations, permutations, product
from math import factorial, gcd
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from certs.checker import Rejected, canonical, parse
from certs.objects import check
from numerics import zonotope
from numerics.zonotope import generic_count, support, vertex_certificate, vertex_count, vertex_signs


def generators(most_n=3, most_m=5, bound=3):
    def rows(n):
        return st.lists(st.lists(st.integers(-bound, bound), min_size=n, max_size=n), min_size=1, max_size=most_m)

    return st.integers(1, most_n).flatmap(rows).map(lambda r: np.array(r, dtype=np.int64))


def has_interior(normals):
    """Whether some x has <a, x> > 0 for all integer vectors a: Fourier and Motzkin's elimination, exactly."""
    rows = {tuple(a) for a in normals}
    while rows and len(next(iter(rows))):
        up, down = [a for a in rows if a[-1] > 0], [a for a in rows if a[-1] < 0]
        mixed = [[x * -b[-1] + y * a[-1] for x, y in zip(a, b, strict=True)][:-1] for a in up for b in down]
        mixed += [list(a[:-1]) for a in rows if a[-1] == 0]
        rows = {tuple(x // max(1, gcd(*a)) for x in a) for a in mixed}
        if any(not any(a) for a in rows):
            return False
    return not rows


def signs_by_elimination(b):
    """The sign vectors, 0 at zero generators, that some direction has at all the others."""
    choices = product(*[(-1, 1) if any(v) else (0,) for v in b])
    return sorted(s for s in choices if has_interior([[x * i for x in v] for i, v in zip(s, b, strict=True) if i]))


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


def degenerate(rng, n, m):
    """Small generators with zero, equal, opposite and parallel ones among them, of less than full rank now and then."""
    b = rng.integers(-2, 3, (m, n))
    if rng.random() < 0.3:
        b = b @ rng.integers(-1, 2, (n, n))
    for i, kind in zip(range(1, m), rng.integers(0, 9, m), strict=False):
        b[i] = {0: 0 * b[i], 1: b[i - 1], 2: -b[i - 1], 3: 3 * b[i - 1]}.get(int(kind), b[i])
    return b


@pytest.mark.parametrize(("n", "m"), [(1, 4), (2, 6), (3, 5), (3, 6), (4, 5)])
def test_all_sign_vectors_by_elimination(n, m):
    rng = np.random.default_rng([n, m])
    for trial in range(60):
        b = degenerate(rng, n, m) if trial % 3 else rng.integers(-9, 10, (m, n))
        expected = signs_by_elimination(b.tolist())
        signs, directions = vertex_signs(b)
        assert [tuple(s) for s in signs.tolist()] == expected
        assert np.array_equal(np.sign(directions @ b.T), signs)
        assert vertex_count(b) == len(expected)


@settings(max_examples=25, deadline=None)
@given(generators(most_m=4))
def test_vertices_are_those_of_the_convex_hull(b):
    signs, _ = vertex_signs(b)
    points = {tuple(p.tolist()) for p in signs.astype(np.int64) @ b}
    assert len(points) == len(signs)
    assert points == vertices_by_linear_programming(b)


@settings(max_examples=80, deadline=None)
@given(generators(most_n=5, most_m=8))
def test_directions_expose_and_counts_agree(b):
    signs, directions = vertex_signs(b)
    assert np.array_equal(np.sign(directions @ b.T), signs)
    assert len(np.unique(signs, axis=0)) == len(signs) == vertex_count(b)
    if b.any():
        assert np.array_equal(directions[::-1], -directions) and np.array_equal(signs[::-1], -signs)
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


@pytest.mark.parametrize(("n", "m", "chunk"), [(1, 3, 1), (2, 6, 50), (3, 6, 100), (4, 7, 1000), (4, 7, 2**17)])
def test_a_batch_in_parts_agrees_with_single_arrangements(n, m, chunk, monkeypatch):
    monkeypatch.setattr(zonotope, "CHUNK", chunk)
    rng = np.random.default_rng(0)
    batch = np.array([degenerate(rng, n, m) for _ in range(100)])
    expected = [len(vertex_signs(b)[0]) for b in batch]
    assert vertex_count(batch).tolist() == expected == [vertex_count(b) for b in batch]
    assert vertex_count(batch[:0]).tolist() == []


def test_the_parts_do_not_matter(monkeypatch):
    b = np.random.default_rng(0).integers(-9, 10, (12, 4))
    signs, directions = vertex_signs(b)
    monkeypatch.setattr(zonotope, "CHUNK", 20)
    for before, after in zip((signs, directions), vertex_signs(b), strict=True):
        assert np.array_equal(before, after)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 5), (2, 7), (3, 8), (3, 40), (4, 7), (4, 15), (5, 6)])
def test_general_position_on_the_moment_curve(n, m):
    b = np.array([[t**i for i in range(n)] for t in range(1, m + 1)])
    assert vertex_count(b) == len(vertex_signs(b)[0]) == generic_count(n, m)


def roots(n, both):
    """The normals e_i - e_j of the permutohedron, and those e_i + e_j and e_i with which it has all signed orders."""
    unit = np.eye(n, dtype=np.int64)
    return np.array([unit[i] - unit[j] for i, j in combinations(range(n), 2)]
                    + [unit[i] + unit[j] for i, j in combinations(range(n), 2) if both]
                    + [unit[i] for i in range(n) if both])  # fmt: skip


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_orders_are_the_vertices_of_the_permutohedron(n):
    signs, directions = vertex_signs(roots(n, both=False))
    assert len(signs) == vertex_count(roots(n, both=False)) == factorial(n)
    assert {tuple(np.argsort(d).tolist()) for d in directions} == set(permutations(range(n)))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_signed_orders(n):
    b = roots(n, both=True)
    assert len(vertex_signs(b)[0]) == vertex_count(b) == 2**n * factorial(n)


@pytest.mark.parametrize(("n", "regions"), [(1, 2), (2, 6), (3, 32), (4, 370)])
def test_all_subset_sums(n, regions):
    """The regions of all hyperplanes with normals in {0, 1}^n (OEIS A034997)."""
    b = np.array(list(product((0, 1), repeat=n)))
    assert len(vertex_signs(b)[0]) == vertex_count(b) == regions


@pytest.mark.parametrize("k", [1, 2, 9])
def test_many_hyperplanes_through_a_ray(k):
    """k normals in a plane and one off it: the k lines' 2 k sectors (2 for k = 1), twice."""
    b = np.array([[1, t, 0, 0] for t in range(k)] + [[5, 7, 1, 0]])
    assert len(vertex_signs(b)[0]) == vertex_count(b) == 4 * k


@pytest.mark.parametrize("n", [1, 2, 7, 10])
def test_a_cube(n):
    signs, directions = vertex_signs(3 * np.eye(n, dtype=np.int64))
    assert len(signs) == 2**n and np.array_equal(signs, directions)


def test_generic_count_recursion():
    for n in range(2, 12):
        for m in range(2, 20):
            assert generic_count(n, m) == generic_count(n, m - 1) + generic_count(n - 1, m - 1)
    assert all(generic_count(n, m) == 2**m for n in range(1, 9) for m in range(1, n + 1))


def test_a_single_generator_has_two_vertices():
    """The printed bound sum_{i < n} C(m - 1, i) of Theorem 2.3.7 is 1 here: a factor 2 is missing."""
    signs, _ = vertex_signs(np.array([[1]]))
    assert sorted(signs[:, 0].tolist()) == [-1, 1]


def test_no_generator_or_parallel_ones():
    empty = np.zeros((0, 2), dtype=np.int64)
    for b in (empty, np.zeros((3, 2), dtype=np.int64)):
        signs, directions = vertex_signs(b)
        assert vertex_count(b) == len(signs) == len(directions) == 1
        assert signs.shape == (1, len(b)) and not signs.any() and directions.shape == (1, 2)
    assert support(empty, [[10**30, 1]]).tolist() == [0]
    signs, _ = vertex_signs(np.array([[1, 2, 3], [0, 0, 0], [-2, -4, -6]]))
    assert signs.tolist() == [[-1, 0, 1], [1, 0, -1]]


@pytest.mark.parametrize("scale", [2**20, 2**31, 2**62 + 1, 10**30])
def test_large_entries(scale):
    rng = np.random.default_rng(5)
    for n, m in ((1, 2), (2, 5), (3, 7), (4, 7)):
        small, large = degenerate(rng, n, m), rng.integers(-5, 6, (m, n))
        # Multiples keep the arrangement; large + small / scale moves it, by so little that no sign at `large` changes.
        multiples = small.astype(object) * np.array([scale + i for i in range(m)], dtype=object)[:, None]
        assert vertex_count(multiples) == vertex_count(small)
        assert np.array_equal(vertex_signs(multiples)[0], vertex_signs(small)[0])
        moved = large.astype(object) * scale + small
        signs, directions = vertex_signs(moved)
        assert np.array_equal(np.sign(directions.astype(object) @ moved.T), signs)
        assert len(np.unique(signs, axis=0)) == len(signs) == vertex_count(moved) >= vertex_count(large)
        check(vertex_certificate(moved))


def test_entries_beyond_int64():
    big = 10**30
    b = np.array([[big, 1], [1, big], [big, -big], [3 * big, 3]], dtype=object)
    signs, directions = vertex_signs(b)
    assert len(signs) == vertex_count(b) == 6
    assert np.array_equal(np.sign(directions.astype(object) @ b.T), signs)
    assert support(b, [[1, 0]])[0] == 5 * big + 1
    assert vertex_count(np.array([[2**64 - 1, 1], [2**64 - 2, 1]], dtype=np.uint64)) == 4


def test_what_is_refused():
    for function in (vertex_count, vertex_signs, vertex_certificate):
        with pytest.raises(ValueError, match="integers"):
            function(np.array([[0.5, 1.0]]))
        with pytest.raises(ValueError, match="at least one dimension"):
            function(np.zeros((2, 0), dtype=np.int64))


def test_equal_hashes_of_different_regions_are_noticed(monkeypatch):
    """With weights of 1, regions with equally many signs 1 would be one; another seed then gives them all."""
    b = np.random.default_rng(1).integers(-9, 10, (9, 3))
    expected, weights = vertex_signs(b)[0], zonotope._weights
    monkeypatch.setattr(zonotope, "_weights", lambda m, seed: weights(m, seed) if seed else np.ones(m, dtype=np.int64))
    assert np.array_equal(vertex_signs(b)[0], expected)
    monkeypatch.setattr(zonotope, "_weights", lambda m, seed: np.ones(m, dtype=np.int64))
    with pytest.raises(RuntimeError, match="not all vertices"):
        vertex_signs(b)


@pytest.mark.parametrize(("n", "m"), [(1, 3), (2, 9), (3, 7), (3, 40), (4, 6), (4, 12), (5, 8)])
def test_certificates_are_accepted(n, m):
    rng = np.random.default_rng([n, m])
    for b in (rng.integers(-50, 51, (m, n)), degenerate(rng, n, m), np.zeros((m, n), dtype=np.int64)):
        document = vertex_certificate(b)
        assert len(document["generators"]) == m and len(document["directions"]) == vertex_count(b)
        assert f"exactly {vertex_count(b)} vertices" in check(parse(canonical(document)))["says"]
    assert check(vertex_certificate(np.zeros((0, n), dtype=np.int64)))


def test_the_command_accepts_a_certificate_and_rejects_another_zonotope(tmp_path):
    path = tmp_path / "vertices.json"
    path.write_bytes(canonical(vertex_certificate([[1, 2, 3], [0, 1, -1], [2, 5, 5], [4, -4, 1]])))
    command = [sys.executable, "-S", "-E", "-s", "-m", "certs", "check", str(path)]
    root = Path(zonotope.__file__).parent.parent
    assert subprocess.run(command, cwd=root, capture_output=True, text=True).stdout == "1 accepted, 0 rejected\n"
    path.write_bytes(path.read_bytes().replace(b'"1 2 3"', b'"1 2 4"'))
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert answer.returncode == 1 and "12 directions, but the zonotope has 14 vertices" in answer.stdout


def wrong(document):
    """Copies of a certificate with one thing wrong each, and the reason to reject it."""
    first, second, *rest = document["directions"]
    zero = " ".join("0" for _ in first.split())
    orthogonal = " ".join(["0", *first.split()[1:]])  # the first generator is the first unit vector
    wrongs = {
        "missing": ("directions, but the zonotope has", [second, *rest]),
        "a pair missing": ("directions, but the zonotope has", [second, *rest[:-1]]),
        "twice": ("another one exposes", [first, first, second, *rest]),
        "another vertex's": ("another one exposes", [second, second, *rest]),
        "zero": ("orthogonal", [zero, second, *rest]),
        "orthogonal": ("orthogonal", [orthogonal, second, *rest]),
        "too short": ("equal length", ["1", second, *rest]),
        "none": ("no direction", []),
    }
    for reason, directions in wrongs.values():
        yield reason, {**copy.deepcopy(document), "directions": directions}
    yield "directions, but the zonotope has|orthogonal|another one", {**document, "generators": ["1 0 0"] * 3}


def test_wrong_certificates_are_rejected():
    document = vertex_certificate([[1, 0, 0], [3, -2, 1], [0, 4, 7], [2, 2, 2], [1, 5, -6]])
    assert len(document["directions"]) == 22 and check(document)
    for reason, changed in wrong(document):
        with pytest.raises(Rejected, match=reason):
            check(changed)


def test_a_direction_of_the_neighbour_is_rejected():
    """Turning any one direction to an adjacent region leaves that vertex out and exposes another twice."""
    document = vertex_certificate(np.random.default_rng(2).integers(-9, 10, (6, 3)))
    directions = document["directions"]
    for i in range(len(directions)):
        changed = [*directions[:i], directions[i - 1], *directions[i + 1 :]]
        with pytest.raises(Rejected, match="another one exposes"):
            check({**document, "directions": changed})
