"""Rigorous enclosures of the error function and of normal probabilities, with rational endpoints."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flint import arb

GUARD_BITS = 24


def outward_decimals(ball: arb, digits: int) -> tuple[Fraction, Fraction]:
    """Return the ball's endpoints rounded outward to `digits` decimals, as exact rationals."""
    scale = 10**digits
    low, high = (_dyadic(end) * scale for end in (ball.lower(), ball.upper()))
    return Fraction(low.numerator // low.denominator, scale), Fraction(-(-high.numerator // high.denominator), scale)


def _dyadic(end: arb) -> Fraction:
    mantissa, exponent = end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _exact(x: Fraction | int, name: str) -> Fraction:
    if isinstance(x, float):
        raise TypeError(f"{name} = {x!r} is a float: pass an exact number such as Fraction('{x!r}')")
    return Fraction(x)


def _erf(square: Fraction, sign: int, digits: int) -> tuple[Fraction, Fraction]:
    """Enclose erf(sign * sqrt(square)); a square root of a rational is all that callers need."""
    from flint import arb, ctx, fmpq

    if digits < 1:
        raise ValueError(f"digits = {digits}: ask for at least one decimal digit")
    if square == 0:
        return Fraction(0), Fraction(0)
    with ctx.workprec(10 * (digits + 2) // 3 + GUARD_BITS):
        low, high = outward_decimals(arb(fmpq(square.numerator, square.denominator)).sqrt().erf(), digits + 1)
    # Rounding outward may step past the range of erf; the range itself is known.
    low, high = max(low, Fraction(0)), min(high, Fraction(1))
    return (low, high) if sign > 0 else (-high, -low)


def erf_enclosure(x: Fraction | int, digits: int = 30) -> tuple[Fraction, Fraction]:
    """Return rationals low <= erf(x) <= high with high - low <= 10**-digits, for an exact rational x."""
    x = _exact(x, "x")
    return _erf(x * x, -1 if x < 0 else 1, digits)


def normal_within(t_over_sigma: Fraction | int, digits: int = 30) -> tuple[Fraction, Fraction]:
    """Return rationals enclosing P[|X - mu| <= t] = erf(t / (sigma sqrt 2)) for X normal; width at most 10**-digits.

    `t_over_sigma` is t / sigma >= 0, exact.
    """
    z = _exact(t_over_sigma, "t_over_sigma")
    if z < 0:
        raise ValueError(f"t_over_sigma = {z} is negative: the event |X - mu| <= t needs t >= 0")
    return _erf(z * z / 2, 1, digits)
