"""Vertices of zonotopes Z(b^1, ..., b^m) = {sum_i lambda_i b^i : -1 <= lambda_i <= 1}, exactly, for integer generators.

A vertex is exposed by a direction r orthogonal to no non-zero generator; its signs are those of <r, b^i>. So vertices
are the regions of the central arrangement of the hyperplanes orthogonal to the generators.

In coordinates in which the generators span the space, a region is a pointed cone, and the sum of its rays lies inside
it. A ray is where hyperplanes meet in a line; the regions next to it are those of the hyperplanes through it. So the
rays come first, each with its regions, and are then collected by region: O(m^(n-1)) pairs for fixed n, as many as there
are vertices (Edelsbrunner, O'Rourke and Seidel, "Constructing arrangements of lines and hyperplanes with applications",
SIAM Journal on Computing 15, 1986), each with m signs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations, islice
from typing import Any

import numpy as np

INT64_LIMIT = 2**63
FLOAT_LIMIT = 2**53  # sums and products of integers are exact in floating point as long as they stay below
CHUNK = 2**17  # entries of an array made in one go: few enough for the cache
ATTEMPTS = 3


def _magnitude(array: np.ndarray) -> int:
    """Return a bound of all entries, at least 1: a product of bounds is then a bound of each factor too."""
    return max(1, abs(int(array.min())), abs(int(array.max()))) if array.size else 1


def _room(array: np.ndarray, bound: int) -> np.ndarray:
    """Return an integer array in a dtype that is exact up to `bound`: int64 or Python integers (dtype object)."""
    return array.astype(np.int64 if bound < INT64_LIMIT else object, copy=False)


def _narrow(array: np.ndarray) -> np.ndarray:
    return _room(array, _magnitude(array))


def _integers(values: Any, name: str, ndim: int | None = None) -> np.ndarray:
    array = np.asarray(values)
    if array.dtype == object:
        whole = all(isinstance(x, int) for x in array.flat)
    else:
        whole = array.size == 0 or np.issubdtype(array.dtype, np.integer)
    if not whole or (ndim is not None and array.ndim != ndim):
        shape = "" if ndim is None else f" with {ndim} axes"
        raise ValueError(f"{name} must be an array of integers{shape}, not {array.dtype} of shape {array.shape}")
    if array.shape[-1:] == (0,):
        raise ValueError(f"{name} of shape {array.shape} have no coordinates: need at least one dimension")
    return _narrow(array)


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return left @ right exactly: by BLAS or in int64 where no sum can leave its range, else in Python integers."""
    bound = left.shape[-1] * _magnitude(left) * _magnitude(right)
    if bound < FLOAT_LIMIT:
        return left.astype(np.float64) @ right.astype(np.float64)
    return _room(left, bound) @ _room(right, bound)


def _sign(values: np.ndarray) -> np.ndarray:
    return np.subtract(values > 0, values < 0, dtype=np.int8)


def _primitive(vectors: np.ndarray) -> np.ndarray:
    """Divide each vector of the last axis by the greatest common divisor of its entries."""
    if vectors.size == 0:
        return vectors
    divisor = np.abs(np.gcd.reduce(vectors, axis=-1))  # of a single entry, the reduction keeps the sign
    return vectors // np.where(divisor == 0, 1, divisor)[..., None]


def generic_count(n: int, m: int) -> int:
    """Return 2 * sum_{i < n} C(m - 1, i): the number of vertices for m >= 1 generators of R^n in general position."""
    if n < 1 or m < 1:
        raise ValueError(f"n = {n}, m = {m}: need at least one dimension and one generator")
    return 2 * sum(math.comb(m - 1, i) for i in range(n))


def support(generators: Any, directions: Any) -> np.ndarray:
    """Return gamma_Z(r) = sum_i |<r, b^i>| exactly: generators (m, n) and directions (..., n) give an array (...)."""
    b, r = _integers(generators, "generators", 2), _integers(directions, "directions")
    bound = r.shape[-1] * (len(b) + 1) * _magnitude(b) * _magnitude(r)
    return np.abs(_room(r, bound) @ _room(b, bound).T).sum(axis=-1)


def vertex_count(generators: Any) -> Any:
    """Return the number of vertices, exactly: an int for generators (m, n), an int64 array (B,) for a batch (B, m, n).

    Deletion and restriction: adding a hyperplane splits as many regions as the arrangement restricted to it has, so
    the count is 1 + sum_j (regions of b^1, ..., b^{j-1} restricted to the complement of b^j), without the j whose
    hyperplane came before.
    """
    array = np.asarray(generators)
    batch = _integers(array[None] if array.ndim == 2 else array, "generators", 3)
    share = max(1, CHUNK // max(1, batch[:1].size))
    # The batch goes last: along the axes of coordinates and hyperplanes, inner loops would be short.
    parts = [_regions(np.ascontiguousarray(batch[i : i + share].T)) for i in range(0, len(batch), share)]
    counts = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
    return counts if array.ndim == 3 else int(counts[0])


def _regions(normals: np.ndarray) -> np.ndarray:
    """Regions of each arrangement of a batch (n, m, B); a zero normal is no hyperplane."""
    n, m, batch = normals.shape
    present = np.any(normals != 0, axis=0)
    if n == 1:
        return 1 + present.any(axis=0).astype(np.int64)
    if n == 2:  # as many lines through the origin as there are classes of parallel normals
        x, y = _room(normals, _magnitude(normals) ** 2)
        lines = np.zeros(batch, dtype=np.int64)
        for j in range(m):
            parallel = (x[:j] * y[j] == y[:j] * x[j]) & present[:j]
            lines += present[j] & ~parallel.any(axis=0)
        return np.where(lines > 0, 2 * lines, 1)
    total = np.ones(batch, dtype=np.int64)
    # Restricting to several hyperplanes at once wastes room on later normals but saves steps of the interpreter.
    block = max(1, CHUNK // max(1, normals.size))
    for low in range(0, m, block):
        high = min(m, low + block)
        restricted = _restrict(normals[:, : high - 1], normals[:, low:high])
        later = ~np.tri(high - low, high - 1, low - 1, dtype=bool).T
        restricted[:, later] = 0
        parallel = present[: high - 1, None] & ~np.any(restricted, axis=0) & ~later[:, :, None]
        fresh = present[low:high] & ~parallel.any(axis=0)
        split = np.zeros(fresh.shape, dtype=np.int64)
        split[fresh] = _regions(restricted[:, :, fresh])
        total += split.sum(axis=0)
    return total


def _restrict(normals: np.ndarray, to: np.ndarray) -> np.ndarray:
    """Restrict normals (n, i, B) to the hyperplanes orthogonal to each of `to` (n, k, B): an array (n - 1, i, k, B).

    With a pivot coordinate t of `to`, <b, x> on <to, x> = 0 is, times to_t, sum_{j != t} (b_j to_t - b_t to_j) x_j;
    the last coordinate takes the place of t.
    """
    if 2 * _magnitude(normals) * _magnitude(to) >= INT64_LIMIT:
        normals, to = _narrow(_primitive(normals.T).T), _narrow(_primitive(to.T).T)
    bound = 2 * _magnitude(normals) * _magnitude(to)
    normals, to = _room(normals, bound), _room(to, bound)
    pivot = np.argmax(to != 0, axis=0)[None]
    lead = np.take_along_axis(to, pivot, axis=0)[:, None]
    ahead = np.take_along_axis(normals[:, :, None], pivot[:, None], axis=0)
    mixed = normals[:, :, None] * lead - ahead * to[:, None]
    for t in range(len(to) - 1):
        np.copyto(mixed[t], mixed[-1], where=pivot == t)
    return mixed[:-1]


def vertex_certificate(generators: Any) -> dict[str, Any]:
    """Return a certificate of all vertices of the zonotope of integer generators (m, n), for ``certs.objects.check``.

    Its directions are those of :func:`vertex_signs`, in the same order.
    """
    b = _integers(generators, "generators", 2)
    _, directions = vertex_signs(b)
    return {
        "format": "marginalia-object/1",
        "kind": "zonotope_vertices",
        "generators": [" ".join(map(str, row)) for row in b.tolist()],
        "directions": [" ".join(map(str, row)) for row in directions.tolist()],
    }


def vertex_signs(generators: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return all vertices of the zonotope of integer generators (m, n) as (signs, directions), in sorted order.

    `signs` (V, m), int8: the vertex is sum_i signs[v, i] * b^i; a zero generator has sign 0. `directions` (V, n),
    int64 or Python integers: sign <directions[v], b^i> = signs[v, i], so that direction exposes that vertex alone.
    Row V - 1 - v of both is minus row v.

    Verified before it is returned: the signs are computed from the directions, no two rows are equal, and there are as
    many as :func:`generic_count` or :func:`vertex_count` says. RuntimeError, if it failed, would be a defect here.
    """
    b = _integers(generators, "generators", 2)
    lines = _distinct_lines(b)
    if not len(lines):
        return np.zeros((1, len(b)), dtype=np.int8), np.zeros((1, b.shape[1]), dtype=np.int64)
    # Some independent columns span all of them: directions that are zero at the others have all sign vectors.
    columns = _independent_columns(lines)
    core = lines[:, columns]
    for seed in range(ATTEMPTS):
        rays, owner, hashes = _incidences(core, _weights(len(core), seed), {})
        inside = _narrow(_shorten(_sums(rays, owner, hashes), core))
        directions = np.zeros((len(inside), b.shape[1]), dtype=inside.dtype)
        directions[:, columns] = inside
        m, n = core.shape
        simple = len(rays) == math.comb(m, n - 1)  # every n hyperplanes meet in the origin alone
        if 2 * len(inside) == (generic_count(n, m) if simple else vertex_count(core)):
            signs, directions = _sorted_half(directions, b)
            used = np.count_nonzero(b.any(axis=1))
            if np.count_nonzero(signs) == used * len(signs) and np.all(np.any(signs[1:] != signs[:-1], axis=1)):
                return np.concatenate([signs, -signs[::-1]]), np.concatenate([directions, -directions[::-1]])
    raise RuntimeError(f"not all vertices of the zonotope of these {len(b)} generators were found: {b.tolist()}")


def _sorted_half(directions: np.ndarray, generators: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The signs of directions, each turned so that its first sign is -1, sorted; and the directions."""
    share = max(1, CHUNK // len(generators))
    parts = (directions[i : i + share] for i in range(0, len(directions), share))
    signs = np.concatenate([_sign(_product(part, generators.T)) for part in parts])
    turn = -signs[:, np.argmax(generators.any(axis=1))]
    signs, directions = signs * turn[:, None], directions * turn[:, None]
    bits = np.packbits(signs > 0, axis=1)
    words = np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(">u8").astype(np.uint64)
    order = np.lexsort(words.T[::-1])
    return signs[order], directions[order]


def _distinct_lines(vectors: np.ndarray) -> np.ndarray:
    """One primitive vector, first non-zero entry positive, for each line through a non-zero row; order kept."""
    vectors = _primitive(vectors[vectors.any(axis=1)])
    lead = np.take_along_axis(vectors, np.argmax(vectors != 0, axis=1)[:, None], axis=1)
    vectors = np.where(lead < 0, -vectors, vectors)
    order = np.lexsort(vectors.T)  # stable: the first of equal rows stays the first
    new = np.ones(len(order), dtype=bool)
    new[1:] = np.any(vectors[order[1:]] != vectors[order[:-1]], axis=1)
    return vectors[np.sort(order[new])]


def _independent_columns(matrix: np.ndarray) -> list[int]:
    """The pivot columns of an integer matrix over the rationals."""
    from flint import fmpz_mat

    echelon, _, rank = fmpz_mat(matrix.tolist()).rref()
    return [next(j for j in range(matrix.shape[1]) if echelon[i, j] != 0) for i in range(rank)]


def _weights(count: int, seed: int) -> np.ndarray:
    """Random int64 numbers w; a region's hash is sum_i sign_i w_i modulo 2^64, and minus that for the opposite one.

    The sum of all is odd: so is every region's hash, which differs from its negative.
    """
    weights = np.random.default_rng(seed).integers(-(2**63), 2**63, size=count, dtype=np.int64)
    weights[0] ^= 1 - weights.sum() % 2
    return weights


def _incidences(
    lines: np.ndarray, weights: np.ndarray, known: dict[bytes, np.ndarray]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """One of each two opposite rays of the arrangement of distinct lines (m, n) of rank n, with the regions next to it.

    Returns the rays, primitive (R, n), and for each pair of a ray and a region next to it the ray's index and the
    region's hash, two arrays (P,). `known` collects the hashes of arrangements of some of the lines.
    """
    m, n = lines.shape
    simple, crowded, hashes = [], [], []
    for subsets in _subsets(m, n - 1, max(1, CHUNK // max(m, 2 ** (n - 1)))):
        rays = _orthogonal(lines[subsets])
        signs = _sign(_product(rays, lines.T))
        through = m - np.count_nonzero(signs, axis=1)
        crowded.append(_distinct_lines(rays[through >= n]))
        alone = through == n - 1
        simple.append(rays[alone])
        around = (signs[alone].astype(np.int64) @ weights)[:, None]
        for w in weights[subsets[alone].T]:  # only these lines' signs differ next to the ray, independently
            around = np.concatenate([around + w[:, None], around - w[:, None]], axis=1)
        hashes.append(around.ravel())
    rays = np.concatenate([*simple, _distinct_lines(np.concatenate(crowded))])
    sizes = []
    for ray in rays[sum(map(len, simple)) :]:
        signs = _sign(_product(lines, ray))
        around = _around(lines, weights, ray, signs == 0, known) + (signs * weights).sum()
        sizes.append(len(around))
        hashes.append(around)
    each = np.append(np.full(len(rays) - len(sizes), 2 ** (n - 1)), np.array(sizes, dtype=np.int64))
    return _primitive(rays), np.repeat(np.arange(len(rays)), each), np.concatenate(hashes)


def _around(
    lines: np.ndarray, weights: np.ndarray, ray: np.ndarray, through: np.ndarray, known: dict[bytes, np.ndarray]
) -> np.ndarray:
    """The hash of every region of the arrangement of the distinct lines `through` a ray, which are not independent.

    All of them are orthogonal to the ray: a coordinate in which it is not zero may be left out.
    """
    weights = weights[through]
    key = weights.tobytes()
    if key not in known:
        lines = np.delete(lines[through], np.argmax(ray != 0), axis=1)
        if lines.shape[1] == 2:
            # Line i turned a quarter to the left is a ray; the region to the left of it has sign -1 at line i.
            turned = np.stack([-lines[:, 1], lines[:, 0]], axis=1)
            half = _sign(_product(turned, lines.T)).astype(np.int64) @ weights - weights
            known[key] = np.concatenate([half, -half])
        else:
            _, _, half = _incidences(lines, weights, known)
            known[key] = np.unique(np.concatenate([half, -half]))
    return known[key]


def _subsets(m: int, size: int, share: int) -> Iterator[np.ndarray]:
    """All subsets of range(m) of a size, in arrays (S, size) of at most `share` rows."""
    every = combinations(range(m), size)
    for start in range(0, math.comb(m, size), share):
        count = min(share, math.comb(m, size) - start)
        flat = np.fromiter(chain.from_iterable(islice(every, count)), dtype=np.int64, count=count * size)
        yield flat.reshape(count, size)


def _orthogonal(rows: np.ndarray) -> np.ndarray:
    """The generalised cross products (S, n) of S times n - 1 rows, an array (S, n - 1, n): zero iff dependent."""
    count, k, n = rows.shape
    rows = _room(rows, math.factorial(k) * _magnitude(rows) ** k).transpose(1, 2, 0)
    minors = np.ones((1, count), dtype=rows.dtype)
    for i in range(k):  # the minors of the first i + 1 rows, by their last one
        columns, smaller, sign = _expansion(n, i + 1)
        minors = (rows[i, columns] * minors[smaller] * sign).sum(axis=1)
    return (minors[::-1] * (-1) ** np.arange(n)[:, None]).T


@cache
def _expansion(n: int, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Laplace's expansion by the last row of the minors of all `size` of n columns, in lexicographic order.

    For each minor its columns, the index of the smaller minor without each of them, and the sign.
    """
    index = {chosen: i for i, chosen in enumerate(combinations(range(n), size - 1))}
    chosen = list(combinations(range(n), size))
    smaller = [[index[c[:p] + c[p + 1 :]] for p in range(size)] for c in chosen]
    return np.array(chosen), np.array(smaller), (-1) ** (np.arange(size) + size - 1)[:, None]


def _sums(rays: np.ndarray, owner: np.ndarray, hashes: np.ndarray) -> np.ndarray:
    """The sum of the rays of each region of one of two opposite halves of all regions."""
    order = np.argsort(np.abs(hashes))
    keys = np.abs(hashes)[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    owner, turn = owner[order], np.where(hashes[order] > 0, 1, -1)
    most = int(np.diff(np.append(starts, len(keys))).max())
    rays = _room(rays, most * _magnitude(rays))
    return np.stack([np.add.reduceat(column[owner] * turn, starts) for column in rays.T], axis=1)


def _shorten(directions: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Shorter directions with the same signs.

    Rounding d / q moves each coordinate by 1/2 at most and <d, b> / q by |b|_1 / 2, so no sign changes as long as
    q |b|_1 < 2 |<d, b>| for every line b; then q < 2 |d|_oo.
    """
    norms = np.abs(_room(lines, lines.shape[1] * _magnitude(lines))).sum(axis=1)
    directions = _room(directions, 4 * _magnitude(directions))
    share = max(1, CHUNK // len(lines))
    short = []
    for i in range(0, len(directions), share):
        part = directions[i : i + share]
        heights = np.abs(_product(part, lines.T))
        heights = _room(heights, 2 * _magnitude(heights))
        q = np.maximum(1, ((2 * heights - 1) // norms).min(axis=1))[:, None]
        short.append((2 * part + q) // (2 * q))
    return _primitive(np.concatenate(short))
