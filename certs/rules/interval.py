"""Interval arithmetic with rational ends rounded outwards, for the rule ``enclosure``."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

from certs.checker import Replay, need


class Interval(NamedTuple):
    """A closed interval with rational ends."""

    low: Fraction
    high: Fraction


class Arithmetic:
    """Interval operations to a fixed number of binary digits; each result contains the exact one."""

    def __init__(self, k: Replay, precision: int) -> None:
        self.k = k
        self.precision = precision
        self.constants: dict[str, Interval] = {}

    def out(self, low: Fraction, high: Fraction) -> Interval:
        """Round outwards, relative to the size of each end."""
        self.k.charge(20 + self.precision // 16)
        return Interval(self.k.number(self._round(low, math.floor)), self.k.number(self._round(high, math.ceil)))

    def _round(self, x: Fraction, towards: Any) -> Fraction:
        if x.denominator.bit_length() <= self.precision and x.numerator.bit_length() <= 2 * self.precision:
            return x
        size = x.numerator.bit_length() - x.denominator.bit_length()
        scale = Fraction(2) ** (self.precision - min(size, 0) if size < self.precision else 0)
        return Fraction(towards(x * scale)) / scale

    def mul(self, a: Interval, b: Interval) -> Interval:
        ends = [x * y for x in a for y in b]
        return self.out(min(ends), max(ends))

    def div(self, a: Interval, b: Interval) -> Interval:
        need(b.low > 0 or b.high < 0, "a denominator's enclosure contains 0")
        ends = [x / y for x in a for y in b]
        return self.out(min(ends), max(ends))

    def power(self, a: Interval, n: int) -> Interval:
        need(0 <= n <= 1000, "an exponent out of range")
        result, base = Interval(Fraction(1), Fraction(1)), a
        if n % 2 == 0 and a.low < 0:
            base = Interval(Fraction(0) if a.high > 0 else -a.high, max(-a.low, a.high))
        for _ in range(n):
            result = self.mul(result, base)
        return result

    def sqrt(self, a: Interval) -> Interval:
        need(a.low >= 0, "a root's argument may be negative")
        shift = 2 * self.precision

        def root(x: Fraction, up: int) -> Fraction:
            return Fraction(math.isqrt((x.numerator << shift) // x.denominator) + up, 1 << self.precision)

        return self.out(root(a.low, 0), root(a.high, 1) if a.high else Fraction(0))

    def _exp_point(self, x: Fraction) -> Interval:
        """exp(x): Taylor for |r| <= 1/2, remainder below twice the first term left out, then repeated squaring."""
        need(abs(x) <= 100_000, "an exponential's argument is too large")
        halvings = max(0, math.ceil(abs(x)).bit_length() + 1) if abs(x) > Fraction(1, 2) else 0
        r = x / 2**halvings
        term, total, n = Fraction(1), Fraction(0), 0
        digits = self.precision + halvings + 8
        while abs(term) > Fraction(1, 2**digits):
            total += term
            n += 1
            self.k.number(r)
            self.k.charge(10 + digits // 16)
            term = Fraction(math.floor(term * r / n * 2 ** (digits + 16)), 2 ** (digits + 16))
        slack = Fraction(2, 2**digits) + Fraction(2 * n + 2, 2 ** (digits + 15))
        result = Interval(total - slack, total + slack)
        for _ in range(halvings):
            result = self._wide(Interval(result.low * result.low, result.high * result.high), digits)
        return result

    def _wide(self, a: Interval, digits: int) -> Interval:
        scale = Fraction(2) ** (digits + 8)
        size = a.high.numerator.bit_length() - a.high.denominator.bit_length()
        if size < 0:
            scale *= Fraction(2) ** -size
        return Interval(Fraction(math.floor(a.low * scale)) / scale, Fraction(math.ceil(a.high * scale)) / scale)

    def exp(self, a: Interval) -> Interval:
        low, high = self._exp_point(a.low), self._exp_point(a.high)
        return self.out(max(low.low, Fraction(0)), high.high)

    def _atanh(self, z: Fraction) -> Interval:
        """2 artanh(z) = log((1+z)/(1-z)), |z| <= 1/2: the remainder is below 4/3 of the first term left out."""
        total, power, n = Fraction(0), z, 1
        while abs(power) > Fraction(1, 2 ** (self.precision + 8)):
            total += power / n
            n += 2
            self.k.number(z)
            self.k.charge(10 + self.precision // 16)
            power = Fraction(math.floor(power * z * z * 2 ** (self.precision + 40)), 2 ** (self.precision + 40))
        slack = Fraction(8, 2 ** (self.precision + 8)) + Fraction(4 * n, 2 ** (self.precision + 38))
        return Interval(2 * total - slack, 2 * total + slack)

    def _log_point(self, x: Fraction) -> Interval:
        need(x > 0, "a logarithm's argument may not be positive")
        e = x.numerator.bit_length() - x.denominator.bit_length()
        m = x / Fraction(2) ** e  # in (1/2, 2)
        part, two = self._atanh((m - 1) / (m + 1)), self._atanh(Fraction(1, 3))
        ends = [e * two.low, e * two.high]
        return Interval(part.low + min(ends), part.high + max(ends))

    def log(self, a: Interval) -> Interval:
        return self.out(self._log_point(a.low).low, self._log_point(a.high).high)

    def pi(self) -> Interval:
        """Machin: pi = 16 arctan(1/5) - 4 arctan(1/239); alternating series, so consecutive sums enclose."""
        if "pi" not in self.constants:

            def arctan(d: int) -> Interval:
                total, n, previous = Fraction(0), 0, Fraction(0)
                while True:
                    term = Fraction((-1) ** n, (2 * n + 1) * d ** (2 * n + 1))
                    previous, total, n = total, total + term, n + 1
                    self.k.charge(8)
                    if n > 1 and abs(term) < Fraction(1, 2 ** (self.precision + 8)):
                        return Interval(min(previous, total), max(previous, total))

            a, b = arctan(5), arctan(239)
            self.constants["pi"] = self.out(16 * a.low - 4 * b.high, 16 * a.high - 4 * b.low)
        return self.constants["pi"]

    def _erf_point(self, x: Fraction) -> Interval:
        """erf(x), x >= 0: the alternating series, whose terms fall once n >= x^2; beyond 6 the value at 6 and 1."""
        if x > 6:
            return Interval(self._erf_point(Fraction(6)).low, Fraction(1))
        total, power, n, digits = Fraction(0), x, 0, self.precision + 80
        while True:
            term = power / (2 * n + 1)
            total += term if n % 2 == 0 else -term
            self.k.number(x)
            self.k.charge(10 + digits // 16)
            n += 1
            power = Fraction(math.floor(power * x * x / n * 2**digits), 2**digits)
            bound = power / (2 * n + 1)
            if n > x * x and bound < Fraction(1, 2 ** (self.precision + 8)):
                break
        # Each floor loses less than 2^-digits, and a loss is multiplied by x^2/n < e^36 < 2^52 in all before it fades.
        slack = bound + Fraction(n * n, 2 ** (digits - 54))
        root = self.sqrt(self.pi())
        return self.div(self.mul(Interval(Fraction(2), Fraction(2)), Interval(total - slack, total + slack)), root)

    def erf(self, a: Interval) -> Interval:
        def end(x: Fraction) -> Interval:
            if x == 0:
                return Interval(Fraction(0), Fraction(0))
            positive = self._erf_point(abs(x))
            return positive if x > 0 else Interval(-positive.high, -positive.low)

        return self.out(max(end(a.low).low, Fraction(-1)), min(end(a.high).high, Fraction(1)))
