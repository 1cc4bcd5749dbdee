"""Random instances that are exact: every float64 returned is the rational number meant, with few bits."""

from __future__ import annotations

import itertools
from typing import Any


def dyadic(rng: Any, n: int, low: float, high: float, bits: int = 12) -> Any:
    """n multiples of 2^-bits, uniform in [low, high], ends included; float64 of shape (n,)."""
    scale = 1 << bits
    return rng.integers(int(low * scale), int(high * scale), size=n, endpoint=True) / scale


def integers(rng: Any, n: int, low: int, high: int) -> Any:
    """n integers, uniform in [low, high], ends included, as float64 of shape (n,)."""
    return rng.integers(low, high, size=n, endpoint=True).astype("float64")


def network_pieces_by_width(rng: Any, n: int) -> dict[str, Any]:
    """n random ReLU networks on the line with integer weights in [-3, 3], one or two hidden layers of widths up to 3,
    and their exact numbers of pieces: arrays ``k``, ``w_1``, ``w_2`` (0 for k = 1) and ``pieces``, each of shape (n,).

    Exactness: the kinks of a network are found among the crossings of its affine parts; the pieces are counted by
    exact rational arithmetic, once for each of at most 600 different networks, and then drawn with repetition.
    """
    import numpy as np

    from numerics.pwl import from_relu_network

    rows = []
    for _ in range(min(n, 600)):
        k = int(rng.integers(1, 3))
        widths = [1, *(int(w) for w in rng.integers(1, 4, size=k)), 1]
        weights = [rng.integers(-3, 4, size=(b, a)).tolist() for a, b in itertools.pairwise(widths)]
        biases = [rng.integers(-3, 4, size=b).tolist() for b in widths[1:]]
        rows.append((k, widths[1], widths[2] if k == 2 else 0, from_relu_network(weights, biases).pieces))
    table = np.array(rows, dtype="float64")
    chosen = np.concatenate([np.arange(len(rows)), rng.integers(0, len(rows), size=n - len(rows))])
    return dict(zip(("k", "w_1", "w_2", "pieces"), table[chosen].T, strict=True))
