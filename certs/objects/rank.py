"""The rank over the rationals of a matrix A with entries +1 and -1, from both sides.

At least r: for some r rows and columns and some integer matrix X, the minor times X is the identity modulo q >= 2.
Then its determinant times that of X is 1 modulo q, so it is not 0.
At most r: for integers d > 0 and R, d times the other columns is the product of these r columns and R, so that these
span all; or no matrix of this shape has a greater rank.

A row of signs is twice a row of bits less a row of ones; so a product with signs is twice the sum of the rows that
the bits select, less the sum of all rows.
"""

from __future__ import annotations

from itertools import pairwise
from operator import itemgetter
from typing import Any

from certs.checker import Replay, need
from certs.objects.packed import charge, combinations, ones, pack, strings, vectors

HEXADECIMAL = "0123456789abcdef"
MAX_COLUMNS = 100_000


def check(k: Replay, document: dict[str, Any]) -> str:
    """Reject unless both sides show the same rank."""
    n = document["columns"]
    need(type(n) is int and 0 < n <= MAX_COLUMNS, f"columns must be a number from 1 to {MAX_COLUMNS}")
    rows = [int(_spelled(text, -(-n // 4)), 16) for text in strings(document["matrix"], "the rows of the matrix")]
    need(bool(rows) and all(row >> n == 0 for row in rows), "the matrix has no rows, or a row has too many bits")
    minor, factor = document["minor"], document["factor"]
    need(type(minor) is dict and set(minor) == {"columns", "inverse", "modulus", "rows"}, "the minor has other fields")
    chosen = _increasing(minor["rows"], len(rows), "rows"), _increasing(minor["columns"], n, "columns")
    r = len(chosen[0])
    need(0 < r == len(chosen[1]), "the minor is not square, or empty")
    charge(k, 2 * len(rows), 64 * n)
    pick = itemgetter(*chosen[1])
    selectors = [int("".join(pick(f"{row:0{n}b}")), 2) for row in rows]
    _at_least(k, [selectors[i] for i in chosen[0]], minor["modulus"], minor["inverse"])
    if factor is None:
        need(r == min(len(rows), n), "the rank could be greater: no factorisation is given")
    else:
        _at_most(k, rows, n, selectors, chosen[1], factor)
    return f"this {len(rows)} x {n} sign matrix has rank {r}"


def _spelled(text: str, digits: int, greatest: int = 15) -> str:
    good = len(text) == digits and frozenset(HEXADECIMAL[: greatest + 1]).issuperset(text)
    need(good, f"a row must have {digits} hexadecimal digits, none above {HEXADECIMAL[greatest]}")
    return text


def _increasing(value: Any, limit: int, what: str) -> list[int]:
    need(type(value) is list and all(type(i) is int and 0 <= i < limit for i in value), f"no such {what} for a minor")
    need(all(a < b for a, b in pairwise(value)), f"the minor's {what} do not increase strictly")
    return list(value)


def _at_least(k: Replay, selectors: list[int], q: Any, inverse: Any) -> None:
    """With S the selected sums and T the sum of all rows of X, row i of the minor times X is 2 S - T; modulo q it is
    row i of the identity iff 2 S + (q - 1) (T + unit) vanishes there, whose slots are not negative. A number with
    slots below q * 2^t <= 2^width has all of them divisible by q iff q divides it and the quotient's slots are below
    2^t: q times such slots does not carry, so these are the number's slots."""
    need(type(q) is int and 2 <= q < 2**16, "the modulus must be from 2 to 65535")
    r, digits = len(selectors), len(f"{q - 1:x}")
    texts = strings(inverse, "the rows of the inverse")
    need(len(texts) == r, "the inverse has another number of rows than the minor")
    entry = q - 1 if digits == 1 else 16**digits - 1
    greatest = (q + 1) * r * entry + q
    t = (greatest // q).bit_length()
    width = -(-(t + q.bit_length()) // 8) * 8
    charge(k, 16 * r, r * width)
    k.terms.pay(room=r * r * width // 400)
    for text in texts:
        _spelled(text, r * digits, min(entry, 15))
    fill = "0" * (width // 4 - digits)
    packed = [int(fill.join(map("".join, zip(*[iter(text)] * digits, strict=True))), 16) for text in texts]
    total, slots = sum(packed), ones(r, width)
    high = slots * ((1 << width) - (1 << t))
    for i, selected in enumerate(combinations(k, selectors, r, packed, r * width)):
        unit = 1 << (width * (r - 1 - i))
        quotient, rest = divmod(2 * selected + (q - 1) * (total + unit), q)
        need(rest == 0 and quotient & high == 0, f"row {i} of the minor times the inverse is not that of the identity")


def _at_most(k: Replay, rows: list[int], n: int, selectors: list[int], columns: list[int], factor: Any) -> None:
    need(type(factor) is dict and set(factor) == {"denominator", "right"}, "the factor has other fields")
    ((d,),), right = vectors([factor["denominator"]], "the denominator"), vectors(factor["right"], "the factor's rows")
    others, r = sorted(set(range(n)).difference(columns)), len(columns)
    need(d > 0, "the factor's denominator must be positive")
    need(len(right) == r and len(right[0]) == len(others), f"the factor must be {r} rows of {len(others)} integers")
    greatest = max(abs(x) for row in right for x in row)
    width = -(-(3 * r * greatest + 3 * d + 1).bit_length() // 8) * 8 + 8
    charge(k, 16 * (r + len(rows)), n * width)
    k.terms.pay(room=(r + len(rows)) * len(others) * width // 400)
    packed = [pack(row[::-1], width) for row in right]  # the first column in the leading slot, as in the matrix
    total, slots, fill, pick = sum(packed), ones(len(others), width), "0" * (width // 4 - 1), itemgetter(*others)
    for row, selected in zip(rows, combinations(k, selectors, r, packed, n * width), strict=True):
        wanted = d * (2 * int(fill.join(pick(f"{row:0{n}b}")), 16) - slots)
        need(2 * selected - total == wanted, "the factorisation does not give the matrix")
