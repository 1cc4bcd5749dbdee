"""Random matrices with constant blocks and circuits with restricted bottom weights, exact in integers, for samplers."""

from __future__ import annotations

from typing import Any

import numpy as np


def block_matrices(rng: Any, n: int, w: int, M: int, D: int) -> np.ndarray:
    """n families of w integer matrices M x M, each constant on blocks cut by D - 1 lines of its own (M >= 1, D >= 1).

    Lines are drawn with repetition among those after positions 1, ..., M, so that groups may coincide or be empty.
    Returns int64 of shape (n, w, M, M).
    """
    positions = np.arange(1, M + 1)
    cuts = rng.integers(1, M + 1, size=(2, n, w, D - 1, 1))
    rows, columns = (cuts < positions).sum(axis=-2)
    values = rng.integers(-99, 100, size=(n, w, D, D))
    family, member = np.arange(n)[:, None, None, None], np.arange(w)[None, :, None, None]
    return values[family, member, rows[..., :, None], columns[..., None, :]]
