"""Random matrices with constant blocks and circuits with restricted bottom weights, exact in integers, for samplers;
and the sign matrices of some Boolean functions f(x, y)."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np


def block_matrices(rng: Any, n: int, w: int, M: int, D: int, largest: int = 99) -> np.ndarray:
    """n families of w integer matrices M x M, each constant on blocks cut by D - 1 lines of its own (M >= 1, D >= 1).

    Lines are drawn with repetition among those after positions 1, ..., M, so that groups may be empty; entries have
    magnitude at most ``largest``. Returns int64 of shape (n, w, M, M).
    """
    positions = np.arange(1, M + 1)
    cuts = rng.integers(1, M + 1, size=(2, n, w, D - 1, 1))
    rows, columns = (cuts < positions).sum(axis=-2)
    values = rng.integers(-largest, largest + 1, size=(n, w, D, D))
    family, member = np.arange(n)[:, None, None, None], np.arange(w)[None, :, None, None]
    return values[family, member, rows[..., :, None], columns[..., None, :]]


def vertices(m: int) -> np.ndarray:
    """The vertices of the cube {-1, 1}^m; int64 of shape (2^m, m)."""
    return 2 * (np.arange(2**m)[:, None] >> np.arange(m) & 1) - 1


def random_cone(rng: Any, m: int, W: int) -> tuple[np.ndarray, np.ndarray]:
    """The vertices of {-1, 1}^m in the order of a random linear objective, and all integer vectors with entries of
    magnitude at most W that do not decrease along that order (its cone, Definition 11 of Mukherjee 2020).

    Returns int64 arrays of shapes (2^m, m) and (count, m). The objective is such a vector itself, with ties broken by
    another one, so that the cone has more in it than 0.
    """
    corners = vertices(m)
    box = np.array(list(itertools.product(range(-W, W + 1), repeat=m)))
    first, second = box[rng.integers(len(box), size=2)]
    order = corners[np.lexsort((corners @ second, corners @ first))]
    rising = np.all(np.diff(box @ order.T, axis=1) >= 0, axis=1)
    return order, box[rising]


def restricted_gates(rng: Any, n: int, m: int, W: int, w: int) -> np.ndarray:
    """Outputs of n layers of w ReLU gates on {-1, 1}^m x {-1, 1}^m, restricted as in Definition 12 of Mukherjee 2020.

    Weights come from one pair of random cones, rows and columns in the orders of these cones; biases are random
    integers. Returns int64 of shape (n, w, 2^m, 2^m).
    """
    sums = []
    for _ in range(2):
        order, cone = random_cone(rng, m, W)
        sums.append(cone[rng.integers(len(cone), size=(n, w))] @ order.T)
    bias = rng.integers(-2 * m * W, 2 * m * W + 1, size=(n, w, 1, 1))
    return np.maximum(0, sums[0][..., :, None] + sums[1][..., None, :] + bias)


def restricted_outputs(
    rng: Any, n: int, m: int, W: int, widths: tuple[int, ...], cones: int = 8, rectified: bool = True
) -> np.ndarray:
    """Output matrices of n ReLU circuits with hidden layers of the given widths and an output gate above them (or, if
    it is not ``rectified``, the affine combination that the output gate receives).

    The bottom is drawn by :func:`restricted_gates`, with other cones for each of ``cones`` parts of the circuits;
    weights and biases above it are small random integers. Returns int64 of shape (n, 2^m, 2^m).
    """
    parts = []
    for size in np.diff(np.linspace(0, n, cones + 1).astype(int)):
        z = restricted_gates(rng, size, m, W, widths[0])
        for layer, width in enumerate((*widths[1:], 1), 1):
            weights = rng.integers(-3, 4, size=(size, width, z.shape[1]))
            bias = rng.integers(0, 9, size=(size, width, 1, 1))
            z = np.einsum("nij,njxy->nixy", weights, z) + bias
            z = np.maximum(0, z) if rectified or layer < len(widths) else z
        parts.append(z[:, 0])
    return np.concatenate(parts)


def small_ranks(matrices: np.ndarray) -> np.ndarray:
    """Exact ranks of a batch of small integer matrices; shape (..., M, N) to (...).

    Elimination modulo a prime that no minor can be a multiple of, by Hadamard's bound; raises ValueError for matrices
    too large for that.
    """
    prime = 2**31 - 1
    a = np.asarray(matrices, dtype=np.int64)
    size = min(a.shape[-2:])
    if max(size * int(abs(a).max(initial=0)) ** 2, 1) ** size >= prime**2:
        raise ValueError("a minor of these matrices might reach 2^31: use numerics.rank.exact_rank")
    rows = (a % prime).reshape(-1, *a.shape[-2:])
    ranks, batch = np.zeros(len(rows), dtype=np.int64), np.arange(len(rows))
    for column in range(rows.shape[2]):
        free = np.arange(rows.shape[1]) >= ranks[:, None]
        usable = free & (rows[:, :, column] != 0)
        pivot, found = usable.argmax(axis=1), usable.any(axis=1)
        target = np.minimum(ranks, rows.shape[1] - 1)
        chosen = rows[batch, pivot].copy()
        rows[batch[found], pivot[found]] = rows[batch[found], target[found]]
        rows[batch[found], target[found]] = chosen[found]
        below = (np.arange(rows.shape[1]) > ranks[:, None]) & found[:, None]
        lead, entry = chosen[:, column, None, None], rows[:, :, column, None]
        cleared = (rows * lead - chosen[:, None, :] * entry) % prime
        rows = np.where(below[:, :, None], cleared, rows)
        ranks += found
    return ranks.reshape(a.shape[:-2])


def xor_function(values: np.ndarray) -> np.ndarray:
    """The matrix f(x xor y) of a function given by its 2^m values, f(x) at place x; shape (2^m, 2^m).

    Its eigenvalues are the Fourier coefficients of f, so its rank is the number of those that are not 0.
    """
    x = np.arange(len(values))
    return values[x[:, None] ^ x]


def and_function(values: np.ndarray) -> np.ndarray:
    """The matrix f(x and y), bit by bit, of a function given by its 2^m values; shape (2^m, 2^m).

    Its rank is the number of monomials of f, as a polynomial over the rationals in the bits of its argument.
    """
    x = np.arange(len(values))
    return values[x[:, None] & x]


def greater_than(m: int) -> np.ndarray:
    """The sign matrix that is +1 where x > y, for x, y in 0, ..., 2^m - 1; int8 of shape (2^m, 2^m), of full rank."""
    x = np.arange(2**m)
    return np.where(x[:, None] > x, 1, -1).astype(np.int8)


def parity(m: int) -> np.ndarray:
    """-1 at the numbers below 2^m with an odd number of bits 1, else +1; int8 of shape (2^m,).

    ``and_function(parity(m))``, the inner product modulo 2, is Sylvester's Hadamard matrix.
    """
    values = np.ones(1, dtype=np.int8)
    for _ in range(m):
        values = np.concatenate([values, -values])
    return values


def odd_max_bit(m: int) -> np.ndarray:
    """-1 at the numbers below 2^m whose highest bit 1 stands at an odd place, counted from 1 at the lowest, else +1;
    int8 of shape (2^m,)."""
    values = np.ones(1, dtype=np.int8)
    for i in range(1, m + 1):
        values = np.concatenate([values, np.full(len(values), (-1) ** i, dtype=np.int8)])
    return values


def chattopadhyay_mande(n: int, l: int) -> np.ndarray:
    """The sign matrix of the function (2.9) of Mukherjee 2020 on n blocks of l pairs of bits; int64 of shape
    (2^(n l), 2^(n l)), rows and columns in the order of :func:`vertices`.

    Which blocks of x and y are equal depends on x xor y alone.
    """
    differ = np.arange(2 ** (n * l))[:, None] >> l * np.arange(n)
    equal = differ % 2**l == 0
    weights = np.array([(-1) ** (i + 1) * 2**i for i in range(1, n + 1)])
    return xor_function(np.where(2 * (equal @ weights) >= 0.5, -1, 1))
