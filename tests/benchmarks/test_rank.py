"""The exact rank of sign matrices with a certificate that is checked, beside ranks without one.

Ours are always engine and checker together, from the matrix to the checker's verdict on the document's bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from work import Work

from certs import objects
from certs.checker import canonical, parse
from numerics.circuits import and_function, parity, xor_function
from numerics.rank import rank_certificate

BEST = (
    "O(N^2 r^(omega - 2)) operations modulo a prime (Jeannerod, Pernet and Storjohann 2013), omega < 2.3714 (Alman, "
    "Duan, Vassilevska Williams, Y. Xu, Z. Xu and Zhou 2025); ours takes O(N^2 r), and N^2 r / 8 additions of slots to "
    "check"
)
LIMIT = (
    "products of float32 matrices in BLAS, of exponent 3, in the engine; in the checker the bandwidth of additions of "
    "long integers, and the interpreter at small sizes"
)
FULL = Work("exact rank of an N x N sign matrix of full rank, certified", "N = 2^m", BEST, LIMIT)
LOW = Work("exact rank of an N x N sign matrix of low rank, certified", "N = 2^m", BEST, LIMIT)


def inner_product(m: int) -> np.ndarray:
    return and_function(parity(m))


def multiplexers(m: int) -> np.ndarray:
    """f(x xor y) for f the exclusive or of two multiplexers (an address bit, two data bits) and ands of two of the
    other bits: the products of as many functions with 4 Fourier coefficients each."""
    x = np.arange(2**m)
    bit = x >> np.arange(m)[:, None] & 1
    parts = [np.where(bit[i], bit[i + 1], bit[i + 2]) for i in (0, 3)]
    parts += [bit[i] & bit[i + 1] for i in range(6, m - 1, 2)]
    return xor_function(1 - 2 * (sum(parts) % 2))


def anti_hadamard(m: int) -> np.ndarray:
    """A sign matrix of full rank whose inverse has Fibonacci numbers for entries (after Graham and Sloane 1984)."""
    ahead = np.arange(2**m - 1) - np.arange(2**m - 1)[:, None]
    signs = np.ones((2**m, 2**m), dtype=np.int8)
    signs[1:, 1:] -= 2 * ((ahead == 0) | (ahead > 0) & (ahead % 2 == 1))
    return signs


def random_signs(m: int) -> np.ndarray:
    return np.random.default_rng(m).choice(np.array([-1, 1], dtype=np.int8), size=(2**m, 2**m))


def rank(document: dict[str, Any]) -> int:
    return len(document["minor"]["rows"])


def checked(document: dict[str, Any]) -> bool:
    """The checker's verdict on the document's bytes."""
    return f"has rank {rank(document)}" in objects.check(parse(canonical(document)))["says"]


@pytest.mark.parametrize("m", [8, 10, 11, 12])
def test_inner_product(beside: Callable[..., Any], m: int) -> None:
    signs = inner_product(m)
    beside(
        FULL, f"inner product modulo 2, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        agree=lambda ours, _: rank(ours) == 2**m, within_s=60 if m == 12 else None,
    )  # fmt: skip


@pytest.mark.parametrize("m", [8, 10, 12])
def test_multiplexers(beside: Callable[..., Any], m: int) -> None:
    signs = multiplexers(m)
    beside(
        LOW, f"exclusive or of multiplexers, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        agree=lambda ours, _: rank(ours) == 2 ** (m - 2), within_s=60 if m == 12 else None,
        note=lambda ours, _: f"rank {rank(ours)}",
    )  # fmt: skip


@pytest.mark.parametrize("m", [4, 5, 6])
def test_beside_sympy(beside: Callable[..., Any], m: int) -> None:
    from sympy import Matrix

    signs = inner_product(m)
    beside(
        FULL, f"inner product modulo 2, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        peer=Matrix(signs.tolist()).rank, peer_name="SymPy, Matrix.rank",
        agree=lambda ours, theirs: rank(ours) == theirs, target=2,
    )  # fmt: skip


@pytest.mark.parametrize("m", [5, 6, 7])
def test_beside_sympy_over_a_field(beside: Callable[..., Any], m: int) -> None:
    from sympy import ZZ
    from sympy.polys.matrices import DomainMatrix

    signs = random_signs(m)
    matrix = DomainMatrix(signs.tolist(), signs.shape, ZZ)
    beside(
        FULL, f"random, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        peer=lambda: matrix.to_field().rank(), peer_name="SymPy, DomainMatrix.rank",
        agree=lambda ours, theirs: rank(ours) == theirs, target=2,
    )  # fmt: skip


@pytest.mark.parametrize("m", [6, 8, 10])
def test_beside_flint(beside: Callable[..., Any], m: int) -> None:
    from flint import fmpz_mat

    signs = random_signs(m)
    beside(
        FULL, f"random, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        peer=lambda: fmpz_mat(signs.tolist()).rank(), peer_name="python-flint, fmpz_mat.rank",
        agree=lambda ours, theirs: rank(ours) == theirs, target=0.1,
    )  # fmt: skip


@pytest.mark.parametrize("m", [6, 8, 10])
def test_beside_floating_point(beside: Callable[..., Any], m: int) -> None:
    """Singular values tell no exact rank, and err where we know it."""
    signs = anti_hadamard(m)
    beside(
        FULL, f"anti-Hadamard, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        peer=lambda: np.linalg.matrix_rank(signs), peer_name="NumPy, matrix_rank",
        agree=lambda ours, _: rank(ours) == 2**m, target=0.1,
        note=lambda ours, theirs: f"floating point, not exact: it says {theirs}, the rank is {rank(ours)}",
    )  # fmt: skip


@pytest.mark.parametrize("m", [8, 9, 10])
def test_low_rank_beside_floating_point(beside: Callable[..., Any], m: int) -> None:
    signs = multiplexers(m)
    beside(
        LOW, f"exclusive or of multiplexers, m = {m}", 2**m, lambda: rank_certificate(signs), check=checked,
        peer=lambda: np.linalg.matrix_rank(signs), peer_name="NumPy, matrix_rank",
        agree=lambda ours, theirs: rank(ours) == theirs, target=0.1,
        note=lambda *_: "floating point, not exact; right here",
    )  # fmt: skip
