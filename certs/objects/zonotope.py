"""All vertices of the zonotope {sum_i lambda_i b_i : -1 <= lambda_i <= 1} of integer generators b_1, ..., b_m.

The document lists one direction d for each vertex. When d is orthogonal to no non-zero generator, the linear function
<d, .> is greatest on the zonotope in one point alone, sum_i sign <d, b_i> b_i, which is therefore a vertex. Different
sign vectors (over the non-zero generators) give different vertices: the two points are greatest for their own
directions, and there alone, so if they were equal, d would give both sign vectors. Hence different sign vectors, as
many as there are vertices by deletion and restriction (``certs.rules.polytope``), are all of them.

The directions are packed by coordinate, so that one combination of them holds the products of all directions with a
generator. Half of a slot is added to make the products' signs the slots' leading bits.
"""

from __future__ import annotations

from typing import Any

from certs.checker import Replay, need
from certs.objects.packed import charge, ones, pack, vectors
from certs.rules.polytope import MAX_BITS, reduced, regions


def check(k: Replay, document: dict[str, Any]) -> str:
    """Reject unless the directions expose all vertices of the generators' zonotope, each once."""
    generators = vectors(document["generators"], "generators")
    directions = vectors(document["directions"], "directions")
    need(bool(directions), "there is no direction: a zonotope has a vertex")
    n, m, count = len(directions[0]), len(generators), len(directions)
    need(not generators or len(generators[0]) == n, "the directions are not of the generators' dimension")
    sizes = [max((abs(x) for row in rows for x in row), default=0) for rows in (generators, directions)]
    need(sizes[0].bit_length() <= MAX_BITS, "a generator is too large")
    room = max(m, (n * sizes[0] * sizes[1] + sizes[1]).bit_length()) + 2
    width = -(-room // 8) * 8
    charge(k, (m + 1) * (n + 8), count * width)
    k.terms.pay(room=count * width // 256)
    columns = [pack(column, width) for column in zip(*directions, strict=True)]
    slots = ones(count, width)
    half = slots << (width - 1)
    signs = 0
    for i, generator in enumerate(generators):
        if any(generator):
            products = sum(x * column for x, column in zip(generator, columns, strict=True)) + half
            positive = (products - slots) & half
            need(positive == products & half, f"a direction is orthogonal to generator {i + 1}")
            signs |= positive >> (width - 1 - i)
    size = width // 8
    spelled = signs.to_bytes(count * size, "little")
    different = {spelled[i : i + size] for i in range(0, len(spelled), size)}
    need(len(different) == count, f"{count - len(different)} directions expose a vertex that another one exposes")
    normals = frozenset(v for v in map(reduced, generators) if v is not None)
    vertices = regions(k, normals, {})
    need(count == vertices, f"{count} directions, but the zonotope has {vertices} vertices")
    return f"the zonotope of these {m} generators in R^{n} has exactly {count} vertices, one for each direction"
