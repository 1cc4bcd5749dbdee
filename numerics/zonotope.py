"""Vertices of zonotopes Z(b^1, ..., b^m) = {sum_i lambda_i b^i : -1 <= lambda_i <= 1}, exactly, for integer generators.

A vertex is exposed by a direction r orthogonal to no non-zero generator; its signs are those of <r, b^i>. So vertices
are the regions of the central arrangement of the hyperplanes orthogonal to the generators.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

INT64_LIMIT = 2**63


def _narrow(values: np.ndarray) -> np.ndarray:
    """Return an integer array as int64 where it fits, and as Python integers (dtype object) otherwise."""
    wide = values.astype(object)
    if wide.size == 0 or max(int(abs(x)) for x in wide.flat) < INT64_LIMIT:
        return wide.astype(np.int64)
    return wide


def _integers(values: Any, name: str, ndim: int | None = None) -> np.ndarray:
    array = np.asarray(values)
    if array.dtype == object:
        whole = all(isinstance(x, int) for x in array.flat)
    else:
        whole = array.size == 0 or np.issubdtype(array.dtype, np.integer)
    if not whole or (ndim is not None and array.ndim != ndim):
        shape = "" if ndim is None else f" with {ndim} axes"
        raise ValueError(f"{name} must be an array of integers{shape}, not {array.dtype} of shape {array.shape}")
    return array


def _magnitude(array: np.ndarray) -> int:
    return max(abs(int(array.min())), abs(int(array.max()))) if array.size else 0


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return left @ right exactly: int64 where no sum can overflow, Python integers otherwise."""
    if left.shape[-1] * max(1, _magnitude(left)) * max(1, _magnitude(right)) < INT64_LIMIT:
        return left.astype(np.int64) @ right.astype(np.int64)
    return left.astype(object) @ right.astype(object)


def generic_count(n: int, m: int) -> int:
    """Return 2 * sum_{i < n} C(m - 1, i): the number of vertices for m >= 1 generators of R^n in general position."""
    if n < 1 or m < 1:
        raise ValueError(f"n = {n}, m = {m}: need at least one dimension and one generator")
    return 2 * sum(math.comb(m - 1, i) for i in range(n))


def support(generators: Any, directions: Any) -> np.ndarray:
    """Return gamma_Z(r) = sum_i |<r, b^i>| exactly: generators (m, n) and directions (..., n) give an array (...)."""
    b, r = _integers(generators, "generators", 2), _integers(directions, "directions")
    bound = (r.shape[-1] + 1) * (len(b) + 1) * (_magnitude(b) + 1) * (_magnitude(r) + 1)
    dtype = np.int64 if bound < INT64_LIMIT else object
    return np.abs(r.astype(dtype) @ b.T.astype(dtype)).sum(axis=-1)


def vertex_count(generators: Any) -> Any:
    """Return the number of vertices, exactly: an int for generators (m, n), an int64 array (B,) for a batch (B, m, n).

    Deletion and restriction: adding a hyperplane splits as many regions as the arrangement restricted to it has, so
    the count is 1 + sum_j (regions of b^1, ..., b^{j-1} restricted to the complement of b^j), without the j whose
    hyperplane came before.
    """
    array = np.asarray(generators)
    batch = _integers(array[None] if array.ndim == 2 else array, "generators", 3)
    n = batch.shape[2]
    # Restriction multiplies entries in pairs; primitive vectors keep them small, Python integers keep them right.
    size = max(1, _magnitude(batch))
    for _ in range(n - 1):
        size = 2 * size * size
    work = batch.astype(np.int64 if size < INT64_LIMIT else object)
    counts = _regions(work, np.any(work != 0, axis=2))
    return counts if array.ndim == 3 else int(counts[0])


def _regions(normals: np.ndarray, present: np.ndarray) -> np.ndarray:
    """Regions of each arrangement of a batch (B, m, n) with hyperplanes where `present` (B, m); zeros are absent."""
    batch, m, n = normals.shape
    total = np.ones(batch, dtype=np.int64)
    for j in range(m):
        restricted = _restrict(normals[:, :j], normals[:, j])
        fresh = present[:, j] & ~np.any(present[:, :j] & np.all(restricted == 0, axis=2), axis=1)
        if n == 1 or j == 0:
            total += fresh
        elif fresh.any():
            total[fresh] += _regions(restricted[fresh], present[fresh, :j])
    return total


def _restrict(normals: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Restrict normals (B, j, n) to the hyperplanes orthogonal to `to` (B, n), in n - 1 coordinates.

    With a pivot coordinate t of `to`, <b, x> on <to, x> = 0 is, times to_t, sum_{i != t} (b_i to_t - b_t to_i) x_i.
    """
    rows = np.arange(len(to))
    pivot = np.argmax(to != 0, axis=1)
    lead = to[rows, pivot]
    ahead = normals[rows, :, pivot]  # advanced indices in front: shape (B, j)
    mixed = normals * lead[:, None, None] - ahead[:, :, None] * to[:, None, :]
    others = np.arange(normals.shape[2] - 1) + (np.arange(normals.shape[2] - 1) >= pivot[:, None])
    restricted = np.take_along_axis(mixed, others[:, None, :], axis=2)
    if restricted.size:
        divisor = np.abs(np.gcd.reduce(restricted, axis=2))
        restricted = restricted // np.where(divisor == 0, 1, divisor)[:, :, None]
    return restricted


def vertex_signs(generators: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return all vertices of the zonotope of integer generators (m, n) as (signs, directions), in sorted order.

    `signs` (V, m), int8: the vertex is sum_i signs[v, i] * b^i; a zero generator has sign 0. `directions` (V, n),
    int64 or Python integers: sign <directions[v], b^i> = signs[v, i], so that direction exposes that vertex alone.
    """
    b = _integers(generators, "generators", 2)
    lines = _distinct_lines(b.astype(object))
    directions = _interior_points(lines) if len(lines) else np.zeros((1, b.shape[1]), dtype=object)
    signs = np.sign(_product(directions, b.T)).astype(np.int8)
    directions = _shorten(directions, b, signs)
    order = np.lexsort(signs.T[::-1]) if b.shape[0] else np.array([0])
    return signs[order], _narrow(directions[order])


def _shorten(directions: np.ndarray, generators: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """Divide each direction by the greatest power of two that, after rounding, keeps all its signs."""
    short, bits = directions, _magnitude(directions).bit_length()
    settled = np.zeros(len(directions), dtype=bool)
    for shift in range(bits - 1, 0, -1):
        rounded = (directions + (1 << (shift - 1))) // (1 << shift)
        kept = ~settled & np.all(np.sign(_product(rounded, generators.T)) == signs, axis=1)
        short = np.where(kept[:, None], rounded, short)
        settled |= kept
    return _primitive(short)


def _primitive(vectors: np.ndarray) -> np.ndarray:
    if vectors.size == 0:
        return vectors
    divisor = np.abs(np.gcd.reduce(vectors, axis=1))  # of a single entry, the reduction keeps the sign
    return vectors // np.where(divisor == 0, 1, divisor)[:, None]


def _distinct_lines(vectors: np.ndarray) -> np.ndarray:
    """One primitive vector, first non-zero entry positive, for each line through a non-zero row; order kept."""
    seen: dict[tuple[int, ...], None] = {}
    for v in _primitive(vectors).tolist():
        lead = next((x for x in v if x), 0)
        if lead:
            seen[tuple(v) if lead > 0 else tuple(-x for x in v)] = None
    return np.array(list(seen), dtype=object).reshape(-1, vectors.shape[1])


def _interior_points(lines: np.ndarray) -> np.ndarray:
    """One integer point inside each region of the arrangement of distinct hyperplanes <line, x> = 0 (lines (m, n))."""
    n = lines.shape[1]
    if n == 1:
        return np.array([[1], [-1]], dtype=object)
    points: dict[bytes, list[int]] = {b"": [0] * n}
    for j, new in enumerate(lines):
        old = lines[:j]
        # A region of the old arrangement is cut iff the new hyperplane has points inside it; both halves then lie
        # next to such a point q: take q * N + new and q * N - new with N so large that no old sign changes.
        basis = _hyperplane_basis(new)
        restricted = _distinct_lines(_product(old, basis)) if j else old
        inside = _product(_interior_points(restricted), basis.T) if len(restricted) else np.zeros((1, n), dtype=object)
        across = [int(x) for x in _product(old, new[:, None])[:, 0]]
        heights = _product(inside, old.T)
        uncut = dict(points)
        points = {}
        for q, values in zip(inside, heights, strict=True):
            del uncut[_key(values)]
            factor = 1 + max((abs(a) // abs(int(v)) for a, v in zip(across, values, strict=True)), default=0)
            for side in (1, -1):
                point = _primitive((q.astype(object) * factor + side * new)[None])[0]
                points[_key(values) + (b"+" if side > 0 else b"-")] = point.tolist()
        for key, point in uncut.items():
            positive = sum(x * y for x, y in zip(point, new, strict=True)) > 0
            points[key + (b"+" if positive else b"-")] = point
    return np.array(list(points.values()), dtype=object).reshape(-1, n)


def _key(values: np.ndarray) -> bytes:
    return b"".join(b"+" if v > 0 else b"-" for v in values)


def _hyperplane_basis(normal: np.ndarray) -> np.ndarray:
    """Integer matrix (n, n - 1) whose columns span the hyperplane orthogonal to `normal`."""
    n, t = len(normal), next(i for i, x in enumerate(normal) if x)
    basis = np.zeros((n, n - 1), dtype=object)
    for column, i in enumerate(i for i in range(n) if i != t):
        basis[i, column] = normal[t]
        basis[t, column] = -normal[i]
    return _primitive(basis.T).T
