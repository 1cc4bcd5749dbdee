"""Rigorous enclosures of the error function, of normal tails and of exp(-t^2/2), for vectors of exact arguments.

Every bound is an integer times a power of two. A ball of Arb that contains a value, scaled so that the digits asked for
stand before the point and widened by 1/2, contains one integer m; then m - 1 < value < m + 1, with a gap of almost 1/2
on both sides, so that the checker's rule ``enclosure`` can show both bounds with a few digits more.

Long vectors share work: on each interval [i/8, (i + 1)/8] the function is a polynomial and a remainder, kept from then
on. By Cramer's inequality |H_n(x)| <= 1.09 (2^n n!)^(1/2) exp(x^2/2) for Hermite polynomials, the n-th Taylor term of
erf is at most (2^(1/2) h)^n (n! n)^(-1/2) exp(-x^2/2) (Abramowitz and Stegun, 22.14.17 and 7.1.19).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from flint import arb, arb_poly

Rational = Fraction | int
Function = Callable[..., Any]  # of the class of balls, a numerator and a denominator
LONG = 100  # values for which it pays to expand on every interval, from the second vector on
WIDEST = 12 * 8  # intervals up to 12; beyond, expansions grow and Arb is fast


class Enclosures(NamedTuple):
    """Enclosures low[i] 2^exponent[i] <= value <= high[i] 2^exponent[i].

    ``bits[i]`` is the number of binary digits with which the checker's rule ``enclosure`` shows both; above
    ``certs.rules.enclosure.MAX_PRECISION`` it is more than the rule takes.
    """

    low: list[int]
    high: list[int]
    exponent: list[int]
    bits: list[int]

    def fractions(self) -> list[tuple[Fraction, Fraction]]:
        """The bounds as fractions."""
        scales = [Fraction(2) ** e for e in self.exponent]
        return [(low * s, high * s) for low, high, s in zip(self.low, self.high, scales, strict=True)]


def erf_enclosures(xs: Sequence[Rational], digits: int = 30) -> Enclosures:
    """Enclose erf(x), to an absolute width of at most 10**-digits, for exact rational x of any sign.

    Raises TypeError for an inexact argument, ValueError for digits < 1; and so do the other functions.
    """
    return _symmetric(_erf, _ratios(xs, "x"), digits)


def within_enclosures(ts: Sequence[Rational], digits: int = 30) -> Enclosures:
    """Enclose Pr[|Z| <= t] = erf(t / sqrt 2) for Z standard normal, t >= 0, to an absolute width of 10**-digits."""
    return _symmetric(_normal_erf, _ratios(ts, "t", negative=False), digits)


def tail_enclosures(ts: Sequence[Rational], digits: int = 30) -> Enclosures:
    """Enclose Pr[|Z| > t] = 1 - erf(t / sqrt 2), t >= 0, to a relative width of at most 10**-digits, however small."""
    ratios = _ratios(ts, "t", negative=False)
    precision = _precision(digits) + 3
    # The tail is between 1/6 and 8/5 of exp(-t^2/2) / 2^(number of bits of floor(t)), rounded to a power of two.
    shifts = [precision + _halvings(n, d) + (n // d).bit_length() for n, d in ratios]
    middles, shifts = _integers(_normal_erfc, ratios, shifts, precision, 2 * 10**digits + 1)
    bits = [s + 4 + (n // d).bit_length() for s, (n, d) in zip(shifts, ratios, strict=True)]
    return Enclosures([m - 1 for m in middles], [m + 1 for m in middles], [-s for s in shifts], bits)


def bell_enclosures(ts: Sequence[Rational], digits: int = 30) -> Enclosures:
    """Enclose exp(-t^2/2), to a relative width of at most 10**-digits, for exact rational t."""
    ratios = _ratios(ts, "t")
    precision = _precision(digits) + 3
    shifts = [precision + _halvings(n, d) for n, d in ratios]
    middles, shifts = _integers(_bell, ratios, shifts, precision, 2 * 10**digits + 1)
    bits = [precision + 6 + (2 * (s - precision) + 2).bit_length() for s in shifts]  # and for the rounding of t^2
    return Enclosures([m - 1 for m in middles], [m + 1 for m in middles], [-s for s in shifts], bits)


def erf_enclosure(x: Rational, digits: int = 30) -> tuple[Fraction, Fraction]:
    """Return rationals low <= erf(x) <= high with high - low <= 10**-digits, for an exact rational x."""
    return erf_enclosures([x], digits).fractions()[0]


def normal_within(t_over_sigma: Rational, digits: int = 30) -> tuple[Fraction, Fraction]:
    """Return rationals enclosing P[|X - mu| <= t] = erf(t / (sigma sqrt 2)) for X normal; width at most 10**-digits.

    `t_over_sigma` is t / sigma >= 0, exact.
    """
    return within_enclosures([t_over_sigma], digits).fractions()[0]


def _ratios(values: Sequence[Rational], name: str, negative: bool = True) -> list[tuple[int, int]]:
    """Numerators and denominators of exact numbers."""
    if not set(map(type, values)) <= {int, Fraction}:
        wrong = next(v for v in values if type(v) not in (int, Fraction))
        raise TypeError(f"{name} = {wrong!r} is a {type(wrong).__name__}: pass an exact number, a Fraction or an int")
    ratios = [v.as_integer_ratio() for v in values]
    if not negative and any(n < 0 for n, _ in ratios):
        raise ValueError(f"{name} = {min(values)} is negative: the event |X - mu| <= {name} sigma needs {name} >= 0")
    return ratios


def _precision(digits: int) -> int:
    """The least p with 2 / 2^p <= 10^-digits."""
    if digits < 1:
        raise ValueError(f"digits = {digits}: ask for at least one decimal digit")
    return (2 * 10**digits - 1).bit_length()


def _halvings(n: int, d: int) -> int:
    """t^2/2 / log 2 for t = n/d, rounded down or, for t beyond 2^32, near that."""
    return n * n * 13306513097844322491 // (d * d << 64)


# Functions of t = n/d as balls; they are given the class of balls, since an import would take as long as the rest.


def _erf(arb: type[arb], n: int, d: int) -> arb:
    return (arb(n) / d).erf()


def _normal_erf(arb: type[arb], n: int, d: int) -> arb:
    return (arb(n * n) / (2 * d * d)).sqrt().erf()


def _normal_erfc(arb: type[arb], n: int, d: int) -> arb:
    square = arb(n * n) / (2 * d * d)
    if n < d << 10:
        return square.sqrt().erfc()
    # Arb's erfc propagates the radius of a large argument with 30 digits: too few. This is erfc, too (DLMF 7.11(ii)).
    return (-square).exp() * square.hypgeom_u(arb(0.5), arb(0.5)) / arb.pi().sqrt()


def _bell(arb: type[arb], n: int, d: int) -> arb:
    return (arb(-n * n) / (2 * d * d)).exp()


EXPANDED = {_erf: ("erf", False), _normal_erf: ("erf", True), _normal_erfc: ("erfc", True)}


def _symmetric(function: Function, ratios: list[tuple[int, int]], digits: int) -> Enclosures:
    """An odd function with values in [-1, 1], to an absolute width."""
    precision = _precision(digits)
    absolute = [(abs(n), d) for n, d in ratios]
    middles, _ = _integers(function, absolute, [precision] * len(ratios), precision, None)
    one = 1 << precision
    low = [max(m - 1, 0) for m in middles]
    high = [min(m + 1, one) if n else 0 for m, (n, _) in zip(middles, absolute, strict=True)]
    if any(n < 0 for n, _ in ratios):
        signed = [(a, b) if n >= 0 else (-b, -a) for a, b, (n, _) in zip(low, high, ratios, strict=True)]
        low, high = [a for a, _ in signed], [b for _, b in signed]
    return Enclosures(low, high, [-precision] * len(ratios), [precision + 5] * len(ratios))


def _integers(function: Function, ratios: list[tuple[int, int]], shifts: list[int], precision: int,
              least: int | None) -> tuple[list[int], list[int]]:  # fmt: skip
    """For each value v > 0 an integer m and a shift s with |v 2^s - m| < 1; m >= ``least``, where given.

    A ball that contains no integer alone, or too small a one, is computed again with twice the digits.
    """
    from flint import arb, ctx

    half = arb(0, 0.5)
    reach = max([n // d for n, d in ratios], default=0).bit_length() if least is not None else 0
    bits = precision + 14 + 2 * reach  # a relative error of t becomes one of t^2 in exp(-t^2/2)
    with ctx.workprec(bits):
        powers = {s: arb(2) ** s for s in set(shifts)}
        values = _values(function, ratios, bits)
        found = [(v * powers[s] + half).unique_fmpz() for v, s in zip(values, shifts, strict=True)]
    middles = [-1 if m is None else int(m) for m in found]
    bound, shifts = least or 0, list(shifts)
    for i in [i for i, m in enumerate(middles) if m < bound]:
        more = bits
        while middles[i] < bound:
            more *= 2
            with ctx.workprec(more):
                value = function(arb, *ratios[i])
                if least is not None:
                    mantissa, exponent = value.mid().man_exp()
                    shifts[i] = least.bit_length() + 2 - int(exponent) - int(mantissa).bit_length()
                unique = (value * arb(2) ** shifts[i] + half).unique_fmpz()
            middles[i] = -1 if unique is None else int(unique)
    return middles, shifts


def _values(function: Function, ratios: list[tuple[int, int]], bits: int) -> list[arb]:
    """Balls of a function at exact arguments; for long vectors, where there are expansions, by those that are kept."""
    from flint import arb

    if len(ratios) < LONG or function not in EXPANDED:
        return [function(arb, n, d) for n, d in ratios]
    places = [8 * n // d for n, d in ratios]
    table = {i: _expansion(*EXPANDED[function], i, bits) for i in set(places) if i < WIDEST}
    values = []
    for i, (n, d) in zip(places, ratios, strict=True):
        if i < WIDEST:
            polynomial, middle = table[i]
            values.append(polynomial(arb(n) / d - middle))
        else:
            values.append(function(arb, n, d))
    return values


@lru_cache(maxsize=2_000)
def _expansion(name: str, normal: bool, i: int, bits: int) -> tuple[arb_poly, arb]:
    """A polynomial with balls as coefficients, and m, such that for t in [i/8, (i + 1)/8] its value at t - m contains
    erf(t) or erfc(t) (``normal``: of t / sqrt 2); the remainder in it is below 2^-bits, for erfc times its value."""
    from flint import arb, arb_poly, arb_series, ctx

    with ctx.workprec(bits + 16):
        scale, middle = (arb(2).rsqrt() if normal else arb(1)), arb(2 * i + 1) / 16
        left, right, step = scale * i / 8, scale * (i + 1) / 8, arb(2).sqrt() * scale / 16
        goal = arb(2) ** -bits * (right.erfc() if name == "erfc" else 1)
        order, power, factorial = 1, (-left * left / 2).exp() * step, arb(1)
        while not power / (factorial * order).sqrt() < goal:
            order += 1
            power, factorial = power * step, factorial * order
        cap, ctx.cap = ctx.cap, order  # beyond which every series is cut
        try:
            series = getattr(arb_series([scale * middle, scale], order), name)()
        finally:
            ctx.cap = cap
        coefficients = [series[k] for k in range(order)]
        coefficients[0] += arb(0, (power / (factorial * order).sqrt()).upper())
        return arb_poly(coefficients), middle
