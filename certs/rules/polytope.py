"""Exact vertex counts of zonotopes with rational generators, by deletion and restriction.

The vertices of the zonotope of b(1), ..., b(m) correspond one to one to the regions of the arrangement of the
hyperplanes orthogonal to the generators: the vertex in direction r depends only on the signs of <r, b(i)>, and
different full-dimensional sign patterns give different vertices. Zero generators give no hyperplane and parallel ones
the same. Adding a hyperplane H to an arrangement cuts exactly those regions that meet it, which are the regions of
the arrangement restricted to H; hence regions(A) = regions(A without H) + regions(A restricted to H).
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

from certs.checker import Replay, need

MAX_DIMENSION = 12
MAX_GENERATORS = 40
MAX_BITS = 1_000  # of a generator's entry; of a minor at most twenty times as many
Normals = frozenset[tuple[int, ...]]


def primitive(vector: list[Fraction]) -> tuple[int, ...] | None:
    """The primitive integer normal of a hyperplane, first nonzero entry positive; None for the zero vector."""
    scale = math.lcm(*(x.denominator for x in vector))
    return reduced([int(x * scale) for x in vector])


def reduced(entries: list[int]) -> tuple[int, ...] | None:
    """The same for an integer vector."""
    common = math.gcd(*entries)
    if common == 0:
        return None
    sign = 1 if next(x for x in entries if x) > 0 else -1
    return tuple(sign * x // common for x in entries)


def restrict(normal: tuple[int, ...], onto: tuple[int, ...]) -> tuple[int, ...] | None:
    """The normal of a hyperplane within another one, in coordinates that leave out a pivot of the latter."""
    pivot = next(i for i, x in enumerate(onto) if x)
    lead, across = onto[pivot], normal[pivot]
    entries = [x * lead - across * y for x, y in zip(normal, onto, strict=True)]
    return reduced(entries[:pivot] + entries[pivot + 1 :])


def regions(k: Replay, normals: Normals, memo: dict[Normals, int]) -> int:
    """The number of regions of a central arrangement of different hyperplanes."""
    if len(normals) <= 1:
        return 1 + len(normals)
    if normals not in memo:
        width = len(next(iter(normals)))
        bits = max(abs(x).bit_length() for n in normals for x in n)
        need(bits <= 20 * MAX_BITS, "the generators' minors are too large")
        k.charge(len(normals) * width * (10 + bits // 16 + (bits // 256) ** 2))
        k.terms.pay(room=len(normals) * (4 + width + width * bits // 1024))
        if all(len(n) <= 2 for n in normals):  # lines through the origin of a plane, or a point of a line
            memo[normals] = 2 * len(normals)
        else:
            last = max(normals)
            rest = normals - {last}
            inside = frozenset(r for r in (restrict(n, last) for n in rest) if r is not None)
            memo[normals] = regions(k, rest, memo) + regions(k, inside, memo)
    return memo[normals]


def count(k: Replay, generators: list[list[Fraction]]) -> int:
    """The number of vertices of the zonotope with these generators (1 when all of them are zero)."""
    for x in itertools.chain(*generators):
        need(type(x) is Fraction, "needs rational generators")
        need(max(x.numerator.bit_length(), x.denominator.bit_length()) <= MAX_BITS, "a generator is too large")
    normals = frozenset(n for n in map(primitive, generators) if n is not None)
    return regions(k, normals, {})
