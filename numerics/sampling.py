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

    The pieces are counted exactly, for at most 20000 different networks, which are then drawn with repetition.
    """
    import numpy as np

    from numerics.networks import network_pieces

    different = min(n, 20000)
    k, w_1, w_2 = rng.integers((1, 1, 1), (3, 4, 4), size=(different, 3)).T
    w_2 = np.where(k == 2, w_2, 0)
    pieces = np.zeros(different, dtype=np.int64)
    for first, second in itertools.product(range(1, 4), range(4)):
        chosen = np.nonzero((w_1 == first) & (w_2 == second))[0]
        if chosen.size:
            widths = [1, first, *([second] if second else []), 1]
            weights = [rng.integers(-3, 4, size=(chosen.size, b, a)) for a, b in itertools.pairwise(widths)]
            biases = [rng.integers(-3, 4, size=(chosen.size, b)) for b in widths[1:]]
            pieces[chosen] = network_pieces(weights, biases).counts
    drawn = np.concatenate([np.arange(different), rng.integers(0, max(different, 1), size=n - different)])
    columns = {"k": k, "w_1": w_1, "w_2": w_2, "pieces": pieces}
    return {name: column.astype("float64")[drawn] for name, column in columns.items()}
