"""Exact rank of integer matrices and of large sign matrices, certified from both sides, and their constant blocks.

:func:`exact_rank` takes any integer matrix and solves over the rationals with python-flint. :func:`rank_certificate`
takes sign matrices with thousands of rows: all its work is products of float32 matrices of small integers, which BLAS
computes exactly as long as no partial sum leaves the integers that float32 holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt, log10
from typing import Any

import numpy as np

from certs.checker import MAX_BYTES

FIRST_PRIME = 2**61 - 1
EXACT = 2**22
"""Sums of integers in float32 stay at most this large. They would be exact up to 2^24; up to 2^22, x * (1 / q) is also
off by less than the distance, at least 1 / (2 q), of x / q from the next half, so that its rounding is right."""
ONE_DIGIT = (13, 11, 7)
MODULI = (
    *ONE_DIGIT,
    *(q for q in range(251, 2, -2) if q not in ONE_DIGIT and all(q % p for p in range(3, isqrt(q) + 1, 2))),
)
"""Odd primes below 256. First some whose residues are one hexadecimal digit: their inverses are spelled in half the
room, and most matrices without structure keep their rank there. Where none of these will do, the determinant has many
small factors, and the largest primes have the best chances."""
FEW = 16  # columns at which products no longer pay
MOST_STEPS = 128  # of lifting: enough for numerators and denominators of 70 decimal digits


def _integer_matrix(matrix: Any) -> np.ndarray:
    array = np.asarray(matrix)
    integral = np.issubdtype(array.dtype, np.integer)
    if array.dtype == object:
        integral = all(isinstance(x, int) for x in array.flat)
    if array.ndim != 2 or not integral:
        raise ValueError(f"need a matrix of integers, not {array.dtype} of shape {array.shape}")
    return array


def sign_matrix(signs: Any) -> np.ndarray:
    """Return a non-empty matrix with entries +1 and -1 as int8; ValueError for anything else."""
    array = _integer_matrix(signs)
    if array.size == 0 or not np.all((array == 1) | (array == -1)):
        raise ValueError("a sign matrix is not empty and has entries +1 and -1 only")
    return array.astype(np.int8)


@dataclass(frozen=True)
class RankCertificate:
    """Both halves of an exact rank.

    Lower bound: the minor of `rows` and `columns` (strictly increasing) has a `determinant` that is not 0. Upper
    bound: denominator * A = left @ right, where `left` (m, rank) and `right` (rank, n) hold Python integers.
    """

    rank: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    determinant: int
    left: np.ndarray
    right: np.ndarray
    denominator: int

    def verify(self, matrix: Any) -> bool:
        """Check both halves against `matrix` in integer arithmetic."""
        from flint import fmpz_mat

        a = _integer_matrix(matrix)
        increasing = all(x < y for t in (self.rows, self.columns) for x, y in pairwise(t))
        if not increasing or len(self.rows) != self.rank or len(self.columns) != self.rank or self.denominator == 0:
            return False
        if self.left.shape != (a.shape[0], self.rank) or self.right.shape != (self.rank, a.shape[1]):
            return False
        if self.rank == 0:
            return self.determinant == 1 and not a.any()
        determinant = fmpz_mat(a[np.ix_(self.rows, self.columns)].tolist()).det()
        product = fmpz_mat(self.left.tolist()) * fmpz_mat(self.right.tolist())
        return determinant == self.determinant != 0 and product == fmpz_mat(a.tolist()) * self.denominator


def exact_rank(matrix: Any) -> RankCertificate:
    """Return the rank over Q of an integer matrix with a certificate for both directions.

    Pivots come from elimination modulo a prime, which can only underestimate; the factorisation through the pivot
    columns is solved over Q and compared exactly, and another prime is taken if the first was unlucky.
    """
    from flint import fmpz_mat, nmod_mat

    a = _integer_matrix(matrix)
    m, n = a.shape
    if not a.size or not a.any():
        return RankCertificate(0, (), (), 1, np.zeros((m, 0), dtype=object), np.zeros((0, n), dtype=object), 1)
    keep_rows, row_class = _distinct_rows(a)
    keep_columns, column_class = _distinct_rows(a.T)
    core = fmpz_mat(a[np.ix_(keep_rows, keep_columns)].tolist())
    for prime in _primes():
        residues = nmod_mat(core, prime)
        columns = _pivots(residues)
        rows = _pivots(residues.transpose())
        entries = np.array(core.tolist(), dtype=object)
        minor = fmpz_mat(entries[np.ix_(rows, columns)].tolist())
        determinant = minor.det() if len(rows) == len(columns) else 0
        if determinant == 0:
            continue
        right, denominator = minor.solve(fmpz_mat(entries[rows].tolist())).numer_denom()
        left = fmpz_mat(entries[:, columns].tolist())
        if left * right == core * denominator:
            return RankCertificate(
                rank=len(rows),
                rows=tuple(keep_rows[i] for i in rows),
                columns=tuple(keep_columns[j] for j in columns),
                determinant=int(determinant),
                left=_objects(left)[row_class],
                right=_objects(right)[:, column_class],
                denominator=int(denominator),
            )
    raise AssertionError("unreachable: only finitely many primes divide a determinant")


def _primes() -> Iterator[int]:
    from flint import fmpz

    candidate = FIRST_PRIME
    while True:
        if fmpz(candidate).is_prime():
            yield candidate
        candidate -= 2


def _pivots(residues: Any) -> list[int]:
    """Pivot columns of a matrix modulo a prime."""
    reduced, rank = residues.rref()
    entries = _objects(reduced)
    return [int(np.argmax(entries[i] != 0)) for i in range(rank)]


def _objects(matrix: Any) -> np.ndarray:
    return np.array([int(x) for x in matrix.entries()], dtype=object).reshape(matrix.nrows(), matrix.ncols())


def _distinct_rows(a: np.ndarray) -> tuple[list[int], list[int]]:
    """First positions of the distinct rows, and for each row the place of its equal in that list."""
    first: dict[Any, int] = {}
    keep: list[int] = []
    classes: list[int] = []
    for i, row in enumerate(map(tuple, a) if a.dtype == object else map(np.ndarray.tobytes, a)):
        if row not in first:
            first[row] = len(keep)
            keep.append(i)
        classes.append(first[row])
    return keep, classes


def rank_certificate(signs: Any) -> dict[str, Any]:
    """Return the rank over Q of a sign matrix (M, N) with entries +1 and -1, as a document for ``certs.objects``.

    The document's "minor" names r = rank rows and columns with the inverse of their minor modulo a small prime q, and
    its "factor" writes the other columns as rational combinations of the r columns (None if r = min(M, N)).

    Rows and columns that are equal up to sign are kept once. Pivots and inverse come from one elimination modulo q
    (:func:`_exchange`), the combinations from lifting its result q-adically (:func:`_lift`), which either proves them
    or finds that the rank is less modulo q than over Q; then the next q is tried. It takes O(M N r) operations in
    products of float32 matrices, and 4 M N bytes a few times over.

    Raises ValueError for what is not a sign matrix, or has more than 2^15 distinct rows and columns; ArithmeticError
    if the rank is less modulo every odd prime below 256, or if the combinations need numbers so large that their
    document would be useless.
    """
    a = sign_matrix(signs)
    rows, _ = _distinct_rows(a * a[:, :1])
    kept = a[rows]
    core_columns, classes = _distinct_rows((kept * kept[:1]).T)
    core = kept[:, core_columns].T.astype(np.float32)
    if min(core.shape) > 2**15:
        raise ValueError(f"{core.shape[1]} distinct rows and {core.shape[0]} columns are too many: at most 32768")
    for q in MODULI:
        tableau = core.copy()
        pivots = np.array(_exchange(tableau, q, np.ones(core.shape[1], dtype=bool)))
        columns, at = pivots[np.argsort(pivots[:, 0])].T
        r = len(columns)
        others = np.setdiff1d(np.arange(len(core)), columns)
        # A full rank cannot be less than over Q, and needs no combinations.
        lifted = (1, None) if r == min(a.shape) else _lift(core, tableau, columns, at, others, q)
        if lifted is None:
            continue
        denominator, combinations = lifted
        # The place of a column in the minor is the place of a row in its inverse, and the other way round.
        order = np.argsort(at)
        inverse = (tableau[np.ix_(columns[order], at)].T % q).astype(np.uint8)
        factor = None
        if combinations is not None:
            right = np.zeros((len(core), r), dtype=combinations.dtype)
            right[columns] = np.eye(r, dtype=right.dtype) * denominator
            right[others] = combinations
            turned = kept[0] * kept[0, core_columns][classes]
            spanned = np.delete(np.arange(a.shape[1]), np.array(core_columns)[columns])
            factor = {
                "denominator": str(denominator),
                "right": _decimal(right[np.array(classes)[spanned]] * turned[spanned, None]),
            }
        minor = {
            "rows": [rows[i] for i in at[order].tolist()],
            "columns": [core_columns[j] for j in columns.tolist()],
            "modulus": q,
            "inverse": _hexadecimal(inverse, q),
        }
        return {
            "format": "marginalia-object/1",
            "kind": "sign_matrix_rank",
            "columns": a.shape[1],
            "matrix": _bits(a),
            "minor": minor,
            "factor": factor,
        }
    raise ArithmeticError(
        f"the rank of this {a.shape[0]} x {a.shape[1]} sign matrix is less modulo each of the primes {MODULI} than "
        "over the rationals: no small prime certifies it; numerics.rank.exact_rank takes large ones"
    )


def _exchange(t: np.ndarray, q: int, free: np.ndarray) -> list[tuple[int, int]]:
    """Eliminate modulo q in place and return the pivots (column, row).

    `t` (columns, rows) holds a matrix transposed, as float32 residues; `free` (rows,) says which rows have no pivot
    yet, and is updated. Each pivot exchanges a row with a column (Gauss-Jordan elimination in place): the slot of the
    pivot's column then holds that column of the product of all row operations so far. So in the end the slots of the
    pivots hold the inverse of their minor, and in the other columns the rows of the pivots hold the combinations of
    the pivot columns that give them, the free rows 0.

    Halving the columns makes all but a vanishing part of the work products of large matrices, which take 2 M N r
    operations; whatever exponent the product has, the elimination has it too (Jeannerod, Pernet and Storjohann,
    Rank-profile revealing Gaussian elimination and the CUP matrix decomposition, J. Symbolic Comput. 56, 2013).
    """
    if not (t.any(axis=0) & free).any():
        return []
    if len(t) <= FEW:
        return [(column, row) for column in range(len(t)) if (row := _exchange_one(t, column, q, free)) is not None]
    half = len(t) // 2
    first = _exchange(t[:half], q, free)
    _combine(t[half:], t[:half], first, q)
    second = _exchange(t[half:], q, free)
    _combine(t[:half], t[half:], second, q)
    return first + [(half + column, row) for column, row in second]


def _exchange_one(t: np.ndarray, column: int, q: int, free: np.ndarray) -> int | None:
    """Exchange a column with the first free row where it is not 0, if there is one, and return that row."""
    usable = (t[column] != 0) & free
    row = int(usable.argmax())
    if not usable[row]:
        return None
    inverse = pow(int(t[column, row]), -1, q)
    changed = t[column : column + 1] * np.float32(-inverse)
    changed[0, row] = inverse
    _reduce(changed, q)
    at_row = t[:, row].copy()
    at_row[column] = t[:, row] = 0
    t[column] = changed
    t += at_row[:, None] * changed
    _reduce(t, q)
    free[row] = False
    return row


def _combine(t: np.ndarray, changed: np.ndarray, pivots: list[tuple[int, int]], q: int) -> None:
    """Apply to the columns `t` the row operations of the pivots that `changed` has just been through."""
    if pivots:
        columns, rows = np.array(pivots).T
        at_rows = t[:, rows]
        t[:, rows] = 0
        _add_product(t, at_rows, changed[columns], q)


def _add_product(t: np.ndarray, a: np.ndarray, b: np.ndarray, q: int) -> None:
    """t += a @ b modulo q, in place; residues of magnitude at most q / 2, so that few enough terms sum to EXACT."""
    terms = EXACT // (q // 2) ** 2 - 1
    for start in range(0, a.shape[1], terms):
        t += a[:, start : start + terms] @ b[start : start + terms]
        _reduce(t, q)


def _reduce(t: np.ndarray, q: int) -> None:
    """The residues of magnitude at most q / 2 of integers of magnitude at most EXACT, in place; float32."""
    size = max(1, 2**14 // t.shape[1])  # parts that stay in the cache
    for start in range(0, len(t), size):
        part = t[start : start + size]
        part -= np.float32(q) * np.rint(part * np.float32(1 / q))


def _lift(
    core: np.ndarray, tableau: np.ndarray, columns: np.ndarray, rows: np.ndarray, others: np.ndarray, q: int
) -> tuple[int, np.ndarray] | None:
    """Return d > 0 and integers T (others, r) with d * core[others] = T @ core[columns], or None if the rank of
    `core` (transposed) is greater than modulo q.

    Q-adic lifting (Dixon, Exact solution of linear equations using p-adic expansions, Numer. Math. 40, 1982): digits
    D_0, D_1, ... leave core[others] = (D_0 + ... + D_(k-1) q^(k-1)) @ core[columns] + q^k * rest. The rest is integral
    in the pivots' rows by the choice of the digits, and in the other rows as well if the rank is r, since coefficients
    over Q have denominators prime to q. Any T = d * (sum of the digits) modulo q^k with r max|T| + d < q^k is a proof:
    both sides of the equation are then equal modulo q^k and differ by less.

    Exact in float32: |rest| <= r / 2 + 1 throughout, so |rest - D @ core[columns]| <= r q / 2 + 1, at most EXACT.
    """
    r, slots = len(columns), np.ix_(columns, rows)
    basis, rest, inverse = core[columns], core[others], tableau[slots]
    digit = tableau[np.ix_(others, rows)]
    digits: list[np.ndarray] = []
    some = slice(None, None, len(others) // 8 + 1)  # a few columns, where most failures show
    for step in range(1, MOST_STEPS + 1):
        rest -= digit @ basis
        quotient = np.rint(rest / np.float32(q))
        if not np.array_equal(quotient * np.float32(q), rest):
            return None
        rest = quotient
        digits.append(digit.astype(np.int8))
        found = _common_denominator([d[some] for d in digits], q, r)
        if found is not None:
            found = _common_denominator(digits, q, r, found[0])
        if found is not None:
            return found
        size = step * log10(q) / 2  # of a numerator
        if digit.size * size > MAX_BYTES:
            break
        digit = np.zeros_like(digit)
        known = rest[:, rows]
        _reduce(known, q)
        _add_product(digit, known, inverse, q)
    raise ArithmeticError(
        f"the rank is {r} modulo {q}, but the coefficients that give the other {len(others)} distinct columns in terms "
        f"of {r} of them have numerators or denominators of about {size:.0f} digits or more: a "
        "document cannot hold them. This is so for matrices of low rank without structure; the transpose may have "
        "smaller ones"
    )


def _common_denominator(digits: list[np.ndarray], q: int, r: int, d: int = 1) -> tuple[int, np.ndarray] | None:
    """Return d > 0 and T = d * (sum of digits[i] q^i) modulo q^k with r max|T| + d < q^k, or None if none is found.

    d grows by the denominator that rational reconstruction gives to the largest entry.
    """
    modulus = q ** len(digits)
    value = np.zeros(digits[0].shape, dtype=np.int64)
    for i, digit in enumerate(reversed(digits)):
        value = (value.astype(object) if q ** (i + 1) > 2**62 else value) * q + digit
    while True:
        wide = value if d * modulus < 2**62 else value.astype(object)
        t = (wide * d + modulus // 2) % modulus - modulus // 2
        sizes = abs(t)
        if r * int(sizes.max(initial=0)) + d < modulus:
            return d, t
        more = _denominator(int(t.flat[sizes.argmax()]), modulus)
        if more == 1 or d * more > isqrt(modulus):
            return None
        d *= more


def _denominator(x: int, modulus: int) -> int:
    """The denominator of the fraction that is x modulo `modulus`, numerator and denominator of about half its digits
    (Wang, A p-adic algorithm for univariate partial fractions, SYMSAC 1981)."""
    a, b, s, t = modulus, x % modulus, 0, 1
    while b * b > modulus // 2:
        a, b, s, t = b, a % b, t, s - a // b * t
    return abs(t)


def _bits(a: np.ndarray) -> list[str]:
    """Rows of signs in hexadecimal, +1 as 1, the last column the last bit."""
    n = a.shape[1]
    padding = -n % 8
    packed = np.packbits(np.pad(a > 0, ((0, 0), (padding, 0))), axis=1)
    return [row.tobytes().hex()[padding // 4 :] for row in packed]


def _hexadecimal(residues: np.ndarray, q: int) -> list[str]:
    width = len(f"{q - 1:x}")
    spelled = np.array([f"{x:0{width}x}" for x in range(q)], dtype=f"S{width}")
    return [row.tobytes().decode() for row in spelled[residues]]


def _decimal(columns: np.ndarray) -> list[str]:
    """The rows of a matrix, given by its columns, in decimal."""
    return [" ".join(map(str, row)) for row in columns.T.tolist()]


def block_groups(matrix: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the starts of the coarsest contiguous groups of rows and of columns on whose blocks `matrix` is constant.

    Both arrays begin with 0; their lengths are the numbers of groups. A block is constant for every choice of a row
    group and a column group, so a group is a run of equal rows (columns).
    """
    a = np.asarray(matrix)
    if a.ndim != 2 or not a.size:
        raise ValueError(f"need a non-empty matrix, not shape {a.shape}")
    rows = np.flatnonzero(np.any(a[1:] != a[:-1], axis=1)) + 1
    columns = np.flatnonzero(np.any(a[:, 1:] != a[:, :-1], axis=0)) + 1
    return np.concatenate([[0], rows]), np.concatenate([[0], columns])


def block_group_counts(matrices: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of row groups and of column groups of each matrix of a batch (..., M, N)."""
    # With the batch last, comparisons and reductions run over long rows.
    a = np.ascontiguousarray(np.moveaxis(np.asarray(matrices), (-2, -1), (0, 1)))
    rows = 1 + np.count_nonzero(np.any(a[1:] != a[:-1], axis=1), axis=0)
    columns = 1 + np.count_nonzero(np.any(a[:, 1:] != a[:, :-1], axis=0), axis=0)
    return rows, columns
