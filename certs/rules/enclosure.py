"""Rigorous interval evaluation of comparisons over a closed box, with rational endpoints rounded outwards.

The premises state the box: ``num <= x`` and ``x <= num`` for each free variable. The data give the number of binary
digits kept and, for each variable in the order of the terms, interior cut points; the checker itself forms the
cells, so none can be missing. The comparison must hold on every closed cell.
"""

from __future__ import annotations

import itertools
import math
from fractions import Fraction
from typing import Any, NamedTuple

from certs.checker import Replay, Rule, Sequent, need, union
from certs.language import Rejected, read_number, write_number

MAX_CELLS = 20_000
MAX_PRECISION = 600


class Interval(NamedTuple):
    """A closed interval with rational ends."""

    low: Fraction
    high: Fraction


class _Arithmetic:
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
            scaled = (x.numerator << shift) // x.denominator
            r = math.isqrt(scaled)
            return Fraction(r + up if up else r, 1 << self.precision)

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
        part = self._atanh((m - 1) / (m + 1))
        if "log2" not in self.constants:
            self.constants["log2"] = self._atanh(Fraction(1, 3))
        two = self.constants["log2"]
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
        total, power, n = Fraction(0), x, 0
        digits = self.precision + 80
        bound = Fraction(0)
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


def _enclose(k: Replay, a: _Arithmetic, term: int, box: dict[int, Interval], memo: dict[int, Interval]) -> Interval:
    if term in memo:
        return memo[term]
    k.charge(2)
    op, *args = k.terms.nodes[term]

    def at(i: int) -> Interval:
        return _enclose(k, a, args[i], box, memo)

    if op == "num":
        result = Interval(Fraction(args[0], args[1]), Fraction(args[0], args[1]))
    elif op == "var":
        need(term in box, f"the variable {args[0]} has no bounds among the premises")
        result = box[term]
    elif op == "+":
        x, y = at(0), at(1)
        result = a.out(x.low + y.low, x.high + y.high)
    elif op == "-":
        x, y = at(0), at(1)
        result = a.out(x.low - y.high, x.high - y.low)
    elif op == "neg":
        result = Interval(-at(0).high, -at(0).low)
    elif op == "*":
        result = a.power(at(0), 2) if args[0] == args[1] else a.mul(at(0), at(1))
    elif op == "/":
        result = a.div(at(0), at(1))
    elif op == "^" and k.terms.nodes[args[1]][0] == "num":
        result = a.power(at(0), k.terms.nodes[args[1]][1])
    elif op == "abs":
        x = at(0)
        result = x if x.low >= 0 else Interval(max(Fraction(0), -x.high), max(-x.low, x.high))
    elif op in ("max", "min"):
        choose = max if op == "max" else min
        result = Interval(choose(at(0).low, at(1).low), choose(at(0).high, at(1).high))
    elif op == "pi":
        result = a.pi()
    elif op in ("exp", "log", "sqrt", "erf"):
        result = {"exp": a.exp, "log": a.log, "sqrt": a.sqrt, "erf": a.erf}[op](at(0))
    else:
        raise Rejected(f"{op} has no enclosure")
    memo[term] = result
    return result


def enclosure(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G1 |- lo1 <= x1, H1 |- x1 <= hi1, ... / all |- a < b (or a <= b), when interval evaluation shows it on each cell.

    Terms: the comparison, then the variables. Data: [binary digits, [cut points of x1], ...].
    """
    need(len(t) >= 1 and len(p) == 2 * (len(t) - 1), "needs two bounds for each variable")
    need(type(data) is list and len(data) == len(t) and type(data[0]) is int, "needs the precision and the cut points")
    need(8 <= data[0] <= MAX_PRECISION, f"the precision must be between 8 and {MAX_PRECISION}")
    op, *sides = k.terms.nodes[k.terms.unfold(t[0])]
    need(op in ("<", "<="), "needs a comparison < or <=")
    axes: list[list[Interval]] = []
    cells = 1
    for place, variable in enumerate(t[1:]):
        need(k.terms.nodes[variable][0] == "var", "needs variables after the comparison")
        low = k.terms.nodes[p[2 * place].conclusion]
        high = k.terms.nodes[p[2 * place + 1].conclusion]
        need(low[0] == high[0] == "<=" and low[2] == variable == high[1], "needs the bounds lo <= x and x <= hi")
        need(k.terms.nodes[low[1]][0] == k.terms.nodes[high[2]][0] == "num", "the bounds must be numbers")
        need(type(data[place + 1]) is list, "the cut points must be a list")
        points = [Fraction(*k.terms.nodes[low[1]][1:]), *map(read_number, data[place + 1]),
                  Fraction(*k.terms.nodes[high[2]][1:])]  # fmt: skip
        need(all(x <= y for x, y in itertools.pairwise(points)), "the cut points must increase from bound to bound")
        axes.append([Interval(x, y) for x, y in itertools.pairwise(points)])
        cells *= len(axes[-1])
        need(cells <= MAX_CELLS, f"more than {MAX_CELLS} cells")
    arithmetic = _Arithmetic(k, data[0])
    for cell in itertools.product(*axes):
        memo: dict[int, Interval] = {}
        box = dict(zip(t[1:], cell, strict=True))
        left, right = (_enclose(k, arithmetic, side, box, memo) for side in sides)
        if not (left.high < right.low or (op == "<=" and left.high <= right.low)):
            shown = ", ".join(f"[{write_number(c.low):.20}, {write_number(c.high):.20}]" for c in cell)
            raise Rejected(f"not shown on the cell {shown}: a longer precision or more cut points may help")
    return Sequent(union(p), t[0])


RULES: dict[str, Rule] = {"enclosure": enclosure}
