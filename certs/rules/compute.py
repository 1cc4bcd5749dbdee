"""Exact evaluation of closed goals: rational arithmetic, bounded quantifiers, sums, and vertex counts.

The rule concludes a closed formula that evaluates to true in exact arithmetic. Quantifiers must be visibly bounded
integers: ``forall i. lo <= i => (i <= hi => A)``, ``forall i. (lo <= i and i <= hi) => A`` (``<`` as well), and the
like with ``and`` for ``exists``. Nothing partial is evaluated outside its domain: x/0 and the like are rejected.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from certs.checker import MAX_BITS, Replay, Rule, Sequent, need, shape
from certs.language import Rejected

Value = Any  # int, Fraction, bool or a closure


class _Machine:
    """Evaluates terms under an environment of values of bound variables (innermost first)."""

    def __init__(self, k: Replay) -> None:
        self.k = k
        self.nodes = k.terms.nodes

    def number(self, term: int, env: tuple[Value, ...]) -> Fraction:
        value = self.eval(term, env)
        need(type(value) is Fraction, "needs a number")
        return value  # type: ignore[no-any-return]

    def integer(self, term: int, env: tuple[Value, ...]) -> int:
        value = self.number(term, env)
        need(value.denominator == 1, "needs an integer")
        return value.numerator

    def truth(self, term: int, env: tuple[Value, ...]) -> bool:
        value = self.eval(term, env)
        need(type(value) is bool, "needs a formula")
        return value  # type: ignore[no-any-return]

    def span(self, low: int, high: int) -> range:
        self.k.charge(max(0, high - low + 1))
        return range(low, high + 1)

    def eval(self, term: int, env: tuple[Value, ...]) -> Value:
        self.k.charge(1)
        op, *args = self.nodes[term]
        if op in ("true", "false"):
            return bool(op == "true")
        if op in BINARY:
            value = BINARY[op](self.number(args[0], env), self.number(args[1], env))
        else:
            method = getattr(self, "do_" + NAMES.get(op, op), None)
            if method is None:
                raise Rejected(f"{op} cannot be evaluated exactly")
            value = method(args, env)
        return self.k.number(value) if type(value) is Fraction else value

    def do_num(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return Fraction(args[0], args[1])

    def do_bound(self, args: list[Any], env: tuple[Value, ...]) -> Value:
        need(args[0] < len(env), "a variable has no value")
        return env[args[0]]

    def do_lam(self, args: list[Any], env: tuple[Value, ...]) -> Value:
        return lambda x: self.eval(args[1], (x, *env))

    def do_app(self, args: list[int], env: tuple[Value, ...]) -> Value:
        function = self.eval(args[0], env)
        need(callable(function), "needs a function")
        return function(self.eval(args[1], env))

    def do_neg(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return -self.number(args[0], env)

    def do_div(self, args: list[int], env: tuple[Value, ...]) -> Value:
        bottom = self.number(args[1], env)
        need(bottom != 0, "a division by zero")
        return self.number(args[0], env) / bottom

    def do_pow(self, args: list[int], env: tuple[Value, ...]) -> Value:
        base, n = self.number(args[0], env), self.integer(args[1], env)
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        need(n >= 0, "a negative exponent")
        need(bits <= 1 or n * bits <= MAX_BITS, "a power is too large")
        self.k.charge((n * bits // 64 + 1) if bits > 1 else 1)
        if bits <= 1:  # 0, 1 or -1, whatever the exponent
            return Fraction(1) if n == 0 else base if n % 2 else base * base
        return base**n

    def do_abs(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return abs(self.number(args[0], env))

    def do_floor(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return Fraction(math.floor(self.number(args[0], env)))

    def do_binomial(self, args: list[int], env: tuple[Value, ...]) -> Value:
        n, j = self.integer(args[0], env), self.integer(args[1], env)
        need(0 <= n <= 20_000, "a binomial coefficient of a negative or too large number")
        self.k.charge(n * n // 64 + 1)
        return Fraction(math.comb(n, j) if j >= 0 else 0)

    def do_if(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return self.eval(args[1] if self.truth(args[0], env) else args[2], env)

    def do_sum(self, args: list[int], env: tuple[Value, ...]) -> Value:
        function, total = self.eval(args[2], env), Fraction(0)
        for i in self.span(self.integer(args[0], env), self.integer(args[1], env)):
            total = self.k.number(total + function(Fraction(i)))
        return total

    def do_prod(self, args: list[int], env: tuple[Value, ...]) -> Value:
        function, total = self.eval(args[2], env), Fraction(1)
        for i in self.span(self.integer(args[0], env), self.integer(args[1], env)):
            total = self.k.number(total * function(Fraction(i)))
        return total

    def do_vertices(self, args: list[int], env: tuple[Value, ...]) -> Value:
        from certs.rules.polytope import MAX_DIMENSION, MAX_GENERATORS, count

        n, m = self.integer(args[0], env), self.integer(args[1], env)
        need(1 <= n <= MAX_DIMENSION and 0 <= m <= MAX_GENERATORS, "too many generators or dimensions")
        b = self.eval(args[2], env)
        self.k.rules_used.add("polytope")
        rows = [[b(Fraction(i))(Fraction(j)) for j in range(1, n + 1)] for i in range(1, m + 1)]
        return Fraction(count(self.k, rows))

    def do_not(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return not self.truth(args[0], env)

    def do_and(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return self.truth(args[0], env) and self.truth(args[1], env)

    def do_or(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return self.truth(args[0], env) or self.truth(args[1], env)

    def do_implies(self, args: list[int], env: tuple[Value, ...]) -> Value:
        return not self.truth(args[0], env) or self.truth(args[1], env)

    def do_forall(self, args: list[Any], env: tuple[Value, ...]) -> Value:
        return all(self.truth(args[1], (Fraction(i), *env)) for i in self.bounds(args, env, "=>"))

    def do_exists(self, args: list[Any], env: tuple[Value, ...]) -> Value:
        return any(self.truth(args[1], (Fraction(i), *env)) for i in self.bounds(args, env, "and"))

    def bounds(self, args: list[Any], env: tuple[Value, ...], joint: str) -> range:
        """The range of a quantified integer, read off the comparisons that guard the body; outside it the body of a
        ``forall`` is true, and that of an ``exists`` false, whatever the rest says."""
        need(args[0] == "int", "a quantifier over another sort than the integers cannot be evaluated")
        low: list[int] = []
        high: list[int] = []

        def guard(term: int) -> None:
            op, *sides = self.nodes[term]
            if op == "and":
                guard(sides[0])
                guard(sides[1])
            elif op in ("<", "<="):
                me = [self.nodes[s][:2] == ("bound", 0) for s in sides]
                other = sides[0] if me[1] else sides[1]
                if me[0] != me[1] and self._outer(other):
                    edge = self.number(other, (None, *env))
                    if me[1]:
                        low.append(math.floor(edge) + 1 if op == "<" else math.ceil(edge))
                    else:
                        high.append(math.ceil(edge) - 1 if op == "<" else math.floor(edge))

        body = args[1]
        while self.nodes[body][0] == joint:
            guard(self.nodes[body][1])
            body = self.nodes[body][2]
        if joint == "and":
            guard(body)
        need(bool(low) and bool(high), "a quantified integer has no visible bounds")
        return self.span(max(low), min(high))

    def _outer(self, term: int) -> bool:
        """Whether a term does not mention the innermost bound variable."""
        terms = self.k.terms
        seen: set[tuple[int, int]] = set()

        def free_of(t: int, d: int) -> bool:
            if terms.loose[t] <= d or (t, d) in seen:
                return True
            seen.add((t, d))
            node = terms.nodes[t]
            if node[0] == "bound":
                return bool(node[1] != d)
            return all(free_of(c, d + (node[0] in ("lam", "forall", "exists"))) for c in terms.children(t))

        return free_of(term, 0)


NAMES = {"/": "div", "^": "pow", "=>": "implies"}
BINARY: dict[str, Callable[[Fraction, Fraction], Value]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "max": max, "min": min, "=": operator.eq,
    "<": operator.lt, "<=": operator.le,
}  # fmt: skip


def evaluate(k: Replay, term: int) -> Value:
    """The exact value of a closed term or formula."""
    need(not k.terms.free[term] and k.terms.loose[term] == 0, "needs a closed term")
    return _Machine(k).eval(k.terms.unfold(term), ())


def compute(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """/ |- A, for a closed formula A that evaluates to true."""
    shape(p, t, 0, 1)
    need(evaluate(k, t[0]) is True, "the formula does not evaluate to true")
    return Sequent(frozenset(), t[0])


RULES: dict[str, Rule] = {"compute": compute}
