"""Sawtooths with given rational nodes, as explicit sums of hinges."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.terms import (
    Term,
    between,
    false,
    floor,
    integer,
    lam,
    maximum,
    term,
    var,
    where,
)
from theorems.mukherjee2020.pwl import Linear, Sawtooth, Simplex

i = integer("i")
_X = var("x", "real")


def each_integer(
    pf: Proof, low: int, high: int, predicate: Callable[[Term], Term], prove: Callable[[int], Fact]
) -> Fact:
    """forall i, low <= i <= high => predicate(i), from one proof for every integer."""
    r = integer("r")
    pattern = lam(r, predicate(r))

    def one(k: Term, bounds: Fact) -> Fact:
        def at(n: int, *past: Fact) -> Fact:
            def here(*last: Fact) -> Fact:
                equal = pf.arith(term(n) == k, bounds, *past, *last)
                return pf.step("equality", [equal, pf.prove(predicate(term(n)), prove(n))], [pattern])

            return here() if n == high else pf.decide(k <= n, here, lambda no: at(n + 1, no))

        return at(low)

    if high < low:
        return over(pf, low, high, lambda k, b: pf.anything(predicate(k), pf.arith(false, b)))
    return over(pf, low, high, one)


class Hinged:
    """The sawtooth h with nodes 0 < a_1 < ... < a_p < M: terms for h and for the nodes as a function of the index."""

    def __init__(self, nodes: Sequence[Fraction | int], M: Fraction | int) -> None:
        self.cuts = [Fraction(0), *map(Fraction, nodes), Fraction(M)]
        self.p, self.M = len(nodes), Fraction(M)
        signs = [(-1) ** m * self.M for m in range(self.p + 1)]
        self.slopes = [s / (v - u) for s, u, v in zip(signs, self.cuts[:-1], self.cuts[1:], strict=True)]
        self.weights = [b - a for a, b in zip([Fraction(0), *self.slopes], self.slopes, strict=False)]
        self.h, self.a = lam(_X, self.value(_X)), lam(i, self.node(i))

    def value(self, x: Term) -> Term:
        """The sum of the hinges at x."""
        result = term(0)
        for c, t in zip(self.weights, self.cuts, strict=False):
            result = result + term(c) * maximum(0, x - term(t))
        return result

    def node(self, k: Term) -> Term:
        """a(k): 0 for k <= 0, and M from p + 1 on."""
        result = term(self.cuts[-1])
        for n in range(self.p, -1, -1):
            result = where(k <= n, term(self.cuts[n]), result)
        return result

    def at_node(self, pf: Proof, n: int) -> Fact:
        """a(n), as a number."""
        return pf.compute(self.a(term(n)) == term(self.cuts[n]))

    def on_lap(self, pf: Proof, lap: int, x: Term, *inside: Fact) -> Fact:
        """h(x) on the lap with this number, -1 being everything left of 0; the last goes on for ever."""
        known = []
        for t in self.cuts[:-1]:
            hinge = maximum(0, x - term(t))
            active = lap >= 0 and t <= self.cuts[lap]
            value = x - term(t) if active else term(0)
            known.append(pf.by_cases(pf.lemma("max", *hinge.args), *[lambda f, g=hinge == value: pf.arith(
                g, f, *inside)] * 2))  # fmt: skip
        start = Fraction(0) if lap % 2 == 0 else self.M
        line = term(start) + term(self.slopes[lap]) * (x - term(self.cuts[lap])) if lap >= 0 else term(0)
        return pf.arith(self.h(x) == line, *known)

    def facts(self, pf: Proof) -> tuple[Fact, Fact]:
        """Simplex(a, p, M) and Sawtooth(h, a, p, M)."""
        a, h, p, M = self.a, self.h, term(self.p), term(self.M)
        y = pf.fresh("x", "real")

        def node(n: int) -> Fact:
            return self.at_node(pf, n)

        rising = each_integer(
            pf, 0, self.p, lambda k: a(k) < a(k + 1), lambda n: pf.compute(a(term(n)) < a(term(n) + 1))
        )
        simplex = pf.both(pf.compute(a(term(0)) == 0), pf.compute(a(p + 1) == M), rising)

        def cell(n: int) -> Fact:
            left, right = a(term(n)), a(term(n) + 1)
            ends = [pf.compute(left == term(self.cuts[n])), pf.compute(right == term(self.cuts[n + 1]))]

            def chord(inside: Fact) -> Fact:
                order = pf.arith(left <= right, *ends)
                at_left = self.on_lap(pf, n, left, *ends, order)
                at_right = self.on_lap(pf, n, right, *ends, order)
                here = self.on_lap(pf, n, y, inside, *ends)
                return pf.arith(
                    h(y) * (right - left) == h(left) * (right - y) + h(right) * (y - left),
                    here,
                    at_left,
                    at_right,
                    *ends,
                    multipliers=[1, y, right - left, right - y, y - left, left, right, h(y)],
                )

            return pf.restate(pf.general(y, under(pf, between(left, y, right), chord)), Linear(h, left, right))

        def last(at: Fact) -> Fact:
            end, n = a(p), self.p
            at_end = node(n)
            here, there = self.on_lap(pf, n, y, at), self.on_lap(pf, n, end, at_end)
            top = self.on_lap(pf, n, M)
            return pf.arith(
                h(y) * (M - end) == h(end) * (M - y) + h(M) * (y - end),
                here,
                there,
                top,
                at_end,
                multipliers=[M - end, M - y, y - end, 1, y, end, h(y)],
            )

        level = lambda k: h(a(k)) == M * (k - 2 * floor(k / 2))  # noqa: E731
        sawtooth = pf.both(
            pf.general(y, under(pf, y <= 0, lambda at: self.on_lap(pf, -1, y, at))),
            each_integer(pf, 1, self.p, level, lambda n: pf.compute(level(term(n)))),
            pf.compute(h(M) == M - h(a(p))),
            each_integer(pf, 0, self.p, lambda k: Linear(h, a(k), a(k + 1)), cell),
            pf.general(y, under(pf, y >= M, last)),
        )
        return pf.restate(simplex, Simplex(a, p, M)), pf.restate(sawtooth, Sawtooth(h, a, p, M))
