"""All vertices of a zonotope with a certificate, beside the convex hull of all sums of signed generators."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from work import Work

from certs.checker import canonical, parse
from certs.objects import check
from numerics.zonotope import generic_count, vertex_certificate

BEST = (
    "linear in the vertices for fixed n and m, of which there are O(m^(n-1)): Edelsbrunner, O'Rourke and Seidel 1986 "
    "build the arrangement in that time; reverse search (Avis and Fukuda 1996) takes a linear program of size n x m "
    "for each vertex and generator, and hardly any memory"
)
LIMIT = (
    "the checker's interpreter: it counts the regions by deletion and restriction and reads the directions; the engine "
    "is bound by memory, a sign for each vertex and generator"
)
WORKS = {
    n: Work(f"All vertices of a zonotope in R^{n} (generators in general position)", "vertices", BEST, LIMIT)
    for n in (3, 4)
}
Vertices = set[tuple[int, ...]]


def in_general_position(n: int, m: int) -> np.ndarray:
    """Random integer generators (m, n) with entries up to 50, any n of them independent."""
    rng = np.random.default_rng([n, m])
    rows: list[np.ndarray] = []
    normals = np.zeros((0, n), dtype=np.int64)
    while len(rows) < m:
        new = rng.integers(-50, 51, n)
        if np.all(normals @ new):
            faces = [np.array([*face, new]) for face in combinations(rows, n - 2)]
            minors = [[round(np.linalg.det(np.delete(f, j, axis=1))) * (-1) ** j for j in range(n)] for f in faces]
            normals = np.concatenate([normals, np.array(minors, dtype=np.int64).reshape(-1, n)])
            rows.append(new)
    return np.array(rows)


def certificate(generators: np.ndarray) -> bytes:
    return canonical(vertex_certificate(generators))


def accepted(data: bytes) -> bool:
    return "exactly" in check(parse(data))["says"]


def exposed(data: bytes) -> Vertices:
    """The vertices that a certificate's directions expose."""
    document = parse(data)
    b, r = ([[int(x) for x in text.split()] for text in document[key]] for key in ("generators", "directions"))
    return {tuple(v) for v in (np.sign(np.array(r) @ np.array(b).T) @ np.array(b)).tolist()}


def sums(generators: np.ndarray) -> np.ndarray:
    """All 2^m sums of signed generators."""
    points = np.zeros((1, generators.shape[1]), dtype=np.int64)
    for v in generators:
        points = np.concatenate([points - v, points + v])
    return points


@pytest.mark.parametrize(("n", "m"), [(3, 8), (3, 10), (3, 12), (3, 14), (4, 8), (4, 10), (4, 12)])
def test_beside_ppl(beside: Any, n: int, m: int) -> None:
    import ppl

    b = in_general_position(n, m)
    points = ppl.Generator_System()
    for point in sums(b).tolist():
        points.insert(ppl.point(sum(x * ppl.Variable(i) for i, x in enumerate(point))))

    def same(data: bytes, found: Any) -> bool:
        return exposed(data) == {tuple(int(x) for x in vertex.coefficients()) for vertex in found}

    beside(
        WORKS[n], size=f"n = {n}, m = {m}", x=generic_count(n, m), ours=lambda: certificate(b), check=accepted,
        peer=lambda: ppl.C_Polyhedron(points).minimized_generators(), peer_name=f"PPL, hull of 2^{m} sums", agree=same,
        target=100 if (n, m) in ((3, 14), (4, 12)) else 1,  # the sums double with m, the vertices do not
    )  # fmt: skip


@pytest.mark.parametrize(("n", "m"), [(3, 10), (3, 14), (3, 18), (4, 8), (4, 12), (4, 16)])
def test_beside_qhull(beside: Any, n: int, m: int) -> None:
    from scipy.spatial import ConvexHull

    b = in_general_position(n, m)
    points = sums(b).astype(np.float64)

    def same(data: bytes, hull: ConvexHull) -> bool:
        return exposed(data) == {tuple(round(x) for x in v) for v in hull.points[hull.vertices].tolist()}

    beside(
        WORKS[n], size=f"n = {n}, m = {m}", x=generic_count(n, m), ours=lambda: certificate(b), check=accepted,
        peer=lambda: ConvexHull(points), peer_name=f"Qhull (floating point), hull of 2^{m} sums", agree=same,
        target=0.1,
    )  # fmt: skip


@pytest.mark.parametrize(("n", "m"), [(3, 25), (3, 50), (3, 100), (3, 200), (4, 10), (4, 20), (4, 40)])
def test_growth(beside: Any, n: int, m: int) -> None:
    b = in_general_position(n, m)

    def complete(data: bytes, _: None) -> bool:
        return len(exposed(data)) == generic_count(n, m)

    def length(data: bytes, _: None) -> str:
        return f"certificate of {len(data)} bytes"

    beside(
        WORKS[n], size=f"n = {n}, m = {m}", x=generic_count(n, m), ours=lambda: certificate(b), check=accepted,
        agree=complete, note=length, within_s=60,
    )  # fmt: skip
