"""Andreev's function: a table read at the parities of the rows of a matrix (Definition 10 of mukherjee2020)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np


class AndreevShape(NamedTuple):
    """Sizes of Andreev's function: floor(n/2) table bits, L = floor(log2(n/2)) rows, c = floor(n/(2L)) columns."""

    table: int
    rows: int
    columns: int


def andreev_shape(n: int) -> AndreevShape:
    """Return the sizes of Andreev's function on n bits (Definition 10 of mukherjee2020, logarithms to base 2).

    ValueError for n < 4, where L = floor(log2(n/2)) is not positive and c would divide by it.
    """
    if n < 4:
        raise ValueError(f"n = {n}: Andreev's function needs L = floor(log2(n/2)) >= 1, that is n >= 4")
    rows = (n // 2).bit_length() - 1
    return AndreevShape(n // 2, rows, n // (2 * rows))


def _bits(values: Any, shape: tuple[int, ...], name: str) -> np.ndarray:
    array = np.asarray(values)
    if array.shape[-len(shape) :] != shape or not np.all((array == 0) | (array == 1)):
        raise ValueError(f"{name} must be bits with trailing axes {shape}, not of shape {array.shape}")
    return array.astype(np.int64)


def andreev(n: int, x_bits: Any, a_bits: Any) -> np.ndarray:
    """Return A_n(x, a) = x[bin(z)], z_i the parity of row i of a: x_bits (..., n//2), a_bits (..., L, c).

    Bits of x are numbered from 0 and z_1 is the most significant bit of the index; leading axes broadcast.
    """
    shape = andreev_shape(n)
    x, a = _bits(x_bits, (shape.table,), "x_bits"), _bits(a_bits, (shape.rows, shape.columns), "a_bits")
    index = (a.sum(axis=-1) % 2) @ (1 << np.arange(shape.rows)[::-1])
    x = np.broadcast_to(x, (*np.broadcast_shapes(x.shape[:-1], index.shape), shape.table))
    return np.take_along_axis(x, np.broadcast_to(index, x.shape[:-1])[..., None], axis=-1)[..., 0]


def restriction_truth_table(n: int, x_bits: Any, a_bits: Any, free: Sequence[int]) -> np.ndarray:
    """Return the truth table (2**L entries) of A_n once all is fixed but position free[i] of each row i of a.

    Entry y (first row's bit most significant) is the value with the free bits set to y; the values that `a_bits` has
    at the free positions do not matter. The table is y -> x[y XOR s], s the parities of the fixed bits of the rows.
    """
    shape = andreev_shape(n)
    columns = np.asarray(free)
    if columns.shape != (shape.rows,) or np.any((columns < 0) | (columns >= shape.columns)):
        raise ValueError(f"free must name one column in 0, ..., {shape.columns - 1} for each of {shape.rows} rows")
    a = _bits(a_bits, (shape.rows, shape.columns), "a_bits")
    inputs = np.arange(1 << shape.rows)
    filled = np.repeat(a[None], len(inputs), axis=0)
    for i, column in enumerate(columns):
        filled[:, i, column] = (inputs >> (shape.rows - 1 - i)) & 1
    return andreev(n, x_bits, filled)
