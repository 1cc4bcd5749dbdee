"""Interval arithmetic with rational ends rounded outwards, for the rule ``enclosure``.

Ends are fractions. Within exp, log, erf and pi the numbers are integers that stand for multiples of u = 2^-w, where w
is the precision and a guard: every product and quotient is rounded down, and what that loses is bounded where it is
added. Each loop's length is bounded, and paid for, before it starts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from certs.checker import Replay, need

GUARD = 40


class Interval(NamedTuple):
    """A closed interval with rational ends."""

    low: Fraction
    high: Fraction


class Arithmetic:
    """Interval operations to a fixed number of binary digits; each result contains the exact one."""

    def __init__(self, k: Replay, precision: int) -> None:
        self.k = k
        self.precision = precision
        self.w = precision + GUARD
        # Of terms without variables: no box moves them.
        self.closed: dict[int, Interval] = k.cache.setdefault(f"enclosures to {precision} bits", {})

    def out(self, low: Fraction, high: Fraction) -> Interval:
        """Round outwards, relative to the size of each end."""
        self.k.charge(20 + self.precision // 16)
        return Interval(self.k.number(self._round(low, False)), self.k.number(self._round(high, True)))

    def _round(self, x: Fraction, up: bool) -> Fraction:
        n, d = x.numerator, x.denominator
        if d.bit_length() <= self.precision and n.bit_length() <= 2 * self.precision:
            return x
        size = n.bit_length() - d.bit_length()
        shift = self.precision - min(size, 0) if size < self.precision else 0
        return Fraction(-((-n << shift) // d) if up else (n << shift) // d, 1 << shift)

    def _monotone(self, point: Callable[[Fraction], Interval], a: Interval) -> Interval:
        """The values of an increasing function on an interval, from enclosures of its values at both ends."""
        values = [point(self.k.number(x)) for x in self._ends(a)]
        return self.out(values[0].low, values[-1].high)

    def _pay(self, turns: int, bits: int) -> None:
        """Pay for turns of a loop that multiplies and divides numbers of so many bits."""
        self.k.charge(turns * (1 + bits // 256 + (bits // 512) ** 2))

    @staticmethod
    def _ends(a: Interval) -> tuple[Fraction, ...]:
        return (a.low,) if a.low == a.high else a

    def mul(self, a: Interval, b: Interval) -> Interval:
        ends = [x * y for x in self._ends(a) for y in self._ends(b)]
        return self.out(min(ends), max(ends))

    def div(self, a: Interval, b: Interval) -> Interval:
        need(b.low > 0 or b.high < 0, "a denominator's enclosure contains 0")
        ends = [x / y for x in self._ends(a) for y in self._ends(b)]
        return self.out(min(ends), max(ends))

    def power(self, a: Interval, n: int) -> Interval:
        need(0 <= n <= 1000, "an exponent out of range")
        base = a
        if n % 2 == 0 and a.low < 0:
            base = Interval(Fraction(0) if a.high > 0 else -a.high, max(-a.low, a.high))
        result = base if n else Interval(Fraction(1), Fraction(1))
        for _ in range(n - 1):
            result = self.mul(result, base)
        return result

    def sqrt(self, a: Interval) -> Interval:
        need(a.low >= 0, "a root's argument may be negative")
        shift = 2 * self.precision

        def root(x: Fraction) -> Interval:
            floor = math.isqrt((x.numerator << shift) // x.denominator)
            return self._over(floor, floor + 1 if x else 0, self.precision)

        return self._monotone(root, a)

    @staticmethod
    def _over(low: int, high: int, w: int) -> Interval:
        """[low, high] / 2^w, for w of either sign."""
        up, down = max(-w, 0), 1 << max(w, 0)
        return Interval(Fraction(low << up, down), Fraction(high << up, down))

    def _odd(self, p: int, q: int, sign: int) -> tuple[int, int]:
        """artanh(p/q) (sign 1) or arctan(p/q) (sign -1) for 0 <= p/q <= 1/3, and a bound of the error, in units of u.

        The powers z, z^3, ... shrink by 9. A power kept is below the true one by d, where d grows from 0 to at most
        d/9 + 1/3 + 1 (from z^2 and from its own rounding), so d < 3/2. Each of the K = (n - 1)/2 quotients loses less
        than d/3 + 1 = 3/2; all that is left out when a power is 0 is below 9/8 d < 2; and z itself, rounded, is worth
        at most 9/8.
        """
        w = self.w
        self._pay(w // 3 + 2, w)
        power = (p << w) // q
        square, total, n = power * power >> w, 0, 1
        while power:
            total += power // n if sign > 0 or n % 4 == 1 else -(power // n)
            power = power * square >> w
            n += 2
        return total, n + 4

    def _once(self, name: str, make: Callable[[], tuple[int, int]]) -> tuple[int, int]:
        """What ``make()`` returns at this precision, computed once in a certificate."""
        result: tuple[int, int] = self.k.keep(name, self.w, lambda k, w: make())
        return result

    def _log2(self) -> tuple[int, int]:
        """log 2 = 2 artanh(1/3), from below, and a bound of the error."""
        value, error = self._once("artanh(1/3)", lambda: self._odd(1, 3, 1))
        return 2 * value, 2 * error

    def _pi(self) -> tuple[int, int]:
        """pi = 16 arctan(1/5) - 4 arctan(1/239) (Machin), from below and from above."""
        a, da = self._once("arctan(1/5)", lambda: self._odd(1, 5, -1))
        b, db = self._once("arctan(1/239)", lambda: self._odd(1, 239, -1))
        return 16 * (a - da) - 4 * (b + db), 16 * (a + da) - 4 * (b - db)

    def pi(self) -> Interval:
        return self.out(*self._over(*self._pi(), self.w))

    def _exp_point(self, x: Fraction) -> Interval:
        """exp(x) = 2^n exp(r / 2^j)^(2^j) with 0 <= r < log 2, by Taylor and j squarings.

        Let t = r / 2^j < 1/2, rounded. A Taylor term kept is below the true one by d, where d grows from 0 to at most
        d/2 + 2, so d < 4; when a term is 0 what follows is below it; and t, rounded, is worth less than 2: the i terms
        lose e < 4 i + 6. A square of v < true V loses at most 2 V (V - v) + 1; the product of all 2 V is at most
        2^j exp(r) < 2^(j + 1), so j of them make e at most (e + j) 2^(j + 1). And r itself is known up to
        (1 + |n| error of log 2), which moves exp(r) < 2 by less than three times that.
        """
        need(abs(x) <= 100_000, "an exponential's argument is too large")
        w, j = self.w, math.isqrt(self.precision)
        self._pay(w // j + j + 2, w)
        log2, error = self._log2()
        n, r = divmod((x.numerator << w) // x.denominator, log2)
        t, term, total, i = r >> j, 1 << w, 1 << w, 1
        while term:
            term = (term * t >> w) // i
            total += term
            i += 1
        for _ in range(j):
            total = total * total >> w
        slack = 3 * (1 + abs(n) * error)
        return self._over(total - slack, total + ((4 * i + 6 + j) << (j + 1)) + slack, w - n)

    def exp(self, a: Interval) -> Interval:
        return self._monotone(self._exp_point, a)

    def _log_point(self, x: Fraction) -> Interval:
        """log(x) = e log 2 + 2 artanh((m - 1) / (m + 1)), where m = x / 2^e is in (1/2, 2)."""
        need(x > 0, "a logarithm's argument may not be positive")
        e = x.numerator.bit_length() - x.denominator.bit_length()
        p, q = x.numerator << max(-e, 0), x.denominator << max(e, 0)
        part, loss = self._odd(abs(p - q), p + q, 1)
        log2, error = self._log2()
        value, slack = e * log2 + (2 * part if p > q else -2 * part), abs(e) * error + 2 * loss
        return self._over(value - slack, value + slack, self.w)

    def log(self, a: Interval) -> Interval:
        return self._monotone(self._log_point, a)

    def _erf_point(self, x: Fraction) -> Interval:
        """erf(x), x >= 0, by the series of 2/sqrt(pi) S, S = sum (-1)^n p_n / (2n + 1), p_n = x y^n / n!, y = x^2;
        where y > precision, 1 - erf(x) <= exp(-y) < 2^-precision.

        A power is kept as q_n = q_(n-1) y/n - e_n, 0 <= e_n < 1 (and 0 for all n after the first q_n = 0). So p_n - q_n
        is the sum of e_i y^(n-i) i!/n! over i <= n, and e_i changes S by e_i times (-1)^i and the integral over [0, 1]
        of v^2i F(y v^2), F(z) = sum (-z)^m i!/(i+m)!. As F(z) is the mean of exp(-z t) under the weight i (1-t)^(i-1)
        on [0, 1], it is between 0 and 1, and e_i changes S by less than 1/(2i + 1) <= 1/3: nothing is lost to
        cancellation. The n quotients lose less than 1 each; x, rounded, is worth less than 1, and x^2 less than x/3,
        for S is x times the mean of exp(-y v^2).
        """
        y = -(-(x.numerator**2) // x.denominator**2)
        if y > self.precision:
            return Interval(1 - Fraction(1, 1 << self.precision), Fraction(1))
        w = self.w
        self._pay(7 * y + w, w + 2 * y)  # once n >= 6 y and n >= w + y, q_n <= p_n < x (e y / n)^n < x 2^-n < 1
        power = (x.numerator << w) // x.denominator
        square, total, n = power * power >> w, 0, 0
        while power:
            total += -(power // (2 * n + 1)) if n % 2 else power // (2 * n + 1)
            n += 1
            power = (power * square >> w) // n
        slack = 2 * n + y + 2
        most, least = (math.isqrt((1 << 3 * w + 2) // pi) for pi in self._pi())  # 2/sqrt(pi) = sqrt(4/pi)
        return self._over(max(total - slack, 0) * least, (total + slack) * (most + 1), 2 * w)

    def erf(self, a: Interval) -> Interval:
        def end(x: Fraction) -> Interval:
            if x == 0:
                return Interval(Fraction(0), Fraction(0))
            positive = self._erf_point(abs(x))
            return positive if x > 0 else Interval(-positive.high, -positive.low)

        low, high = self._monotone(end, a)
        return Interval(max(low, Fraction(-1)), min(high, Fraction(1)))
