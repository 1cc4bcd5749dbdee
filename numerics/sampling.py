"""Random instances that are exact: every float64 returned is the rational number meant, with few bits."""

from __future__ import annotations

from typing import Any


def dyadic(rng: Any, n: int, low: float, high: float, bits: int = 12) -> Any:
    """n multiples of 2^-bits, uniform in [low, high], ends included; float64 of shape (n,)."""
    scale = 1 << bits
    return rng.integers(int(low * scale), int(high * scale), size=n, endpoint=True) / scale


def integers(rng: Any, n: int, low: int, high: int) -> Any:
    """n integers, uniform in [low, high], ends included, as float64 of shape (n,)."""
    return rng.integers(low, high, size=n, endpoint=True).astype("float64")
