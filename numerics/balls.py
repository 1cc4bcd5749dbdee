"""A formula over arrays of instances with a measured bound on the error of every value: slow, and hard to beat.

Additions, products, quotients and roots measure their own rounding error exactly (TwoSum, TwoProduct), so that
integers and short dyadic numbers stay exact; elementary functions are trusted to 4 units in the last place. What the
bound leaves open is *undecided*, and is for exact arithmetic to settle. See ``numerics.margins`` for the margins.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from numerics.backend import to_numpy
from numerics.terms import TABLE

ULP = 2.0**-52
LIBRARY = 4 * ULP  # what exp, log and erf of the array libraries are trusted to, relative to their result
TINY = 1e-290  # results below this may have lost digits to underflow, which the products below do not see
SMALLEST = 2e-323  # a few of the smallest numbers: what products of error bounds may lose to underflow
NORMAL = 1e-307  # results above this have all their digits
SLACK = 1 + 1e-9  # for the rounding errors of the error bounds themselves
SPLIT = 134217729.0  # 2^27 + 1
MAX_TERMS_OF_A_SUM = 4_096
TABLED = 512  # binomial coefficients up to this n come from a table
LARGEST_EXPONENT = 2.0**40
Array = Any
Environment = tuple[float, ...]  # values of bound indices, innermost first


class NotObservable(ValueError):
    """A formula has no margin: it speaks of more than numbers, or uses an operation that arrays do not have."""


class Ball(NamedTuple):
    """Values and bounds on their errors; NaN stands for a value outside an operation's domain."""

    value: Array
    error: Array


class Outcome(NamedTuple):
    """What became of a formula at each instance.

    ``margin`` is float64, infinite where the formula says nothing; ``status`` is int8: 1 where it certainly holds, -1
    where it certainly fails, 0 where rounding leaves it open.
    """

    margin: Array
    status: Array


class Evaluation:
    """One pass over one batch of instances; equal subterms are evaluated once.

    ``columns`` are float64 arrays of shape (n,) of the namespace ``xp``, whose special functions are ``special``.
    Values are float64 of shape (n,), or () where they do not depend on the instance.
    """

    def __init__(self, xp: ModuleType, special: Any, columns: dict[str, Array]) -> None:
        self.xp = xp
        self.special = special
        self.columns = columns
        self.zero = xp.asarray(0.0)
        self.memo: dict[tuple[int, Environment], Ball] = {}

    # Formulas, with negations pushed inwards.

    def formula(self, t: int, positive: bool, env: Environment) -> Outcome:
        """Margins and status of the formula at index t of the table of terms, or of its negation."""
        op, *args = TABLE.nodes[t]
        if op in ("=", "<", "<="):
            return self._comparison(op, args, positive, env)
        if op in ("true", "false"):
            sign = 1 if (op == "true") == positive else -1
            return Outcome(self.xp.asarray(float(sign)), self.xp.asarray(sign, dtype=self.xp.int8))
        if op == "not":
            return self.formula(args[0], not positive, env)
        if op == "if":
            condition, other = (self.formula(args[0], sign, env) for sign in (True, False))
            yes, no = (self.formula(k, positive, env) for k in args[1:])
            return self._or(self._and(condition, yes), self._and(other, no))
        if op == "=>":
            premise, conclusion = self.formula(args[0], True, env), self.formula(args[1], positive, env)
            return self._implies(premise, conclusion) if positive else self._and(premise, conclusion)
        both = [self.formula(k, positive, env) for k in args]
        return self._and(*both) if (op == "and") == positive else self._or(*both)

    def _comparison(self, op: str, args: list[int], positive: bool, env: Environment) -> Outcome:
        xp = self.xp
        left, right = (self.number(k, env) for k in args)
        if op != "=" and not positive:  # not l <= r is r < l
            left, right, op = right, left, "<=" if op == "<" else "<"
        gap, error = _two_sum(right.value, -left.value)
        error = (error + left.error + right.error) * SLACK
        scale = abs(left.value) + abs(right.value)
        margin = xp.where(scale > 0, gap / scale, gap)
        if op == "=":
            apart, exact = abs(gap) > error, (gap == 0) & (error == 0)
            margin, status = abs(margin), self._status(exact, apart)
            return Outcome(0.0 - margin, status) if positive else Outcome(margin, -status)  # not -0
        if op == "<":
            return Outcome(margin, self._status(gap > error, gap <= -error))
        return Outcome(margin, self._status(gap >= error, gap < -error))

    def _status(self, holds: Array, fails: Array) -> Array:
        xp = self.xp
        return xp.astype(holds, xp.int8) - xp.astype(fails, xp.int8)

    def _and(self, a: Outcome, b: Outcome) -> Outcome:
        xp = self.xp
        unused = xp.isnan(b.margin) & (a.status == -1)  # what a guard excludes may be undefined
        margin = xp.where(unused, a.margin, xp.minimum(a.margin, b.margin))
        return Outcome(margin, xp.minimum(a.status, b.status))

    def _or(self, a: Outcome, b: Outcome) -> Outcome:
        xp = self.xp
        unused = xp.isnan(b.margin) & (a.status == 1)
        return Outcome(xp.where(unused, a.margin, xp.maximum(a.margin, b.margin)), xp.maximum(a.status, b.status))

    def _implies(self, premise: Outcome, conclusion: Outcome) -> Outcome:
        outside = premise.status == -1
        holds = outside | (conclusion.status == 1)
        fails = (premise.status == 1) & (conclusion.status == -1)
        return Outcome(self.xp.where(outside, self.xp.inf, conclusion.margin), self._status(holds, fails))

    # Numbers.

    def number(self, t: int, env: Environment) -> Ball:
        """Values and error bounds of the term at index t of the table of terms."""
        key = (t, env if TABLE.loose[t] else ())
        if key not in self.memo:
            op, *args = TABLE.nodes[t]
            self.memo[key] = NUMBERS[op](self, args, env)
        return self.memo[key]

    def exactly(self, value: float) -> Ball:
        """A number that is a float64."""
        return Ball(self.xp.asarray(value), self.xp.asarray(0.0))

    def do_num(self, args: list[int], env: Environment) -> Ball:
        exact = Fraction(args[0], args[1])
        try:
            value = float(exact)
        except OverflowError:
            return Ball(self.xp.asarray(math.copysign(math.inf, exact)), self.xp.asarray(math.inf))
        apart = abs(Fraction(value) - exact)
        error = float(apart) * SLACK
        return Ball(self.xp.asarray(value), self.xp.asarray(error + (SMALLEST if apart and error < TINY else 0.0)))

    def do_var(self, args: list[Any], env: Environment) -> Ball:
        return Ball(self.columns[args[0]], self.xp.asarray(0.0))

    def do_bound(self, args: list[Any], env: Environment) -> Ball:
        return self.exactly(env[args[0]])

    def do_pi(self, args: list[int], env: Environment) -> Ball:
        return Ball(self.xp.asarray(math.pi), self.xp.asarray(1.3e-16))

    def do_add(self, args: list[int], env: Environment) -> Ball:
        return self.add(self.number(args[0], env), self.number(args[1], env))

    def do_sub(self, args: list[int], env: Environment) -> Ball:
        a, b = (self.number(k, env) for k in args)
        return self.add(a, Ball(-b.value, b.error))

    def do_neg(self, args: list[int], env: Environment) -> Ball:
        a = self.number(args[0], env)
        return Ball(-a.value, a.error)

    def do_mul(self, args: list[int], env: Environment) -> Ball:
        return self.mul(self.number(args[0], env), self.number(args[1], env))

    def do_div(self, args: list[int], env: Environment) -> Ball:
        """The remainder of a rounded quotient is a float64, and measures its error, unless it lost digits to underflow:
        where dividend or quotient are tiny, half a unit in the last place is added."""
        xp = self.xp
        a, b = (self.number(k, env) for k in args)
        value = a.value / b.value
        product, lost = _two_product(value, b.value)
        rounding = abs((a.value - product) - lost) / abs(b.value) * SLACK
        room = abs(b.value) - b.error
        ratio = b.error / room + xp.where(b.error > 0, SMALLEST, self.zero)
        spread = self._kept(a.error / room + abs(value) * ratio, (a.error > 0) | ((b.error > 0) & (value != 0)))
        faint = xp.where((abs(a.value) < TINY) & (a.value != 0), ULP * abs(value), 0.0)
        error = xp.where(room > 0, self._underflow(value, a.value != 0, rounding + spread + faint), xp.inf)
        return Ball(xp.where(b.value == 0, xp.nan, value), error)

    def do_pow(self, args: list[int], env: Environment) -> Ball:
        """By squaring, so that small powers of integers stay exact."""
        xp = self.xp
        base, exponent = (self.number(k, env) for k in args)
        n, fixed = exponent.value, exponent.error == 0
        rest = xp.where((n >= 0) & (n < LARGEST_EXPONENT), n, 0.0)
        steps = int(_host(xp.max(rest))).bit_length()
        result = self.exactly(1.0)
        for step in range(steps):
            half = xp.floor(rest / 2)
            odd = rest - 2 * half == 1
            times = self.mul(result, base)
            result = Ball(xp.where(odd, times.value, result.value), xp.where(odd, times.error, result.error))
            base = self.mul(base, base) if step < steps - 1 else base
            rest = half
        known = fixed & (n < LARGEST_EXPONENT)
        return Ball(xp.where(n < 0, xp.nan, result.value), xp.where(known, result.error, xp.inf))

    def do_abs(self, args: list[int], env: Environment) -> Ball:
        a = self.number(args[0], env)
        return Ball(abs(a.value), a.error)

    def do_floor(self, args: list[int], env: Environment) -> Ball:
        """Certain where no integer lies within the error: rounding may carry a + error onto an integer, not beyond."""
        xp = self.xp
        a = self.number(args[0], env)
        value, error = xp.floor(a.value), a.error * SLACK
        sure = (a.error == 0) | ((a.value - error > value) & (a.value + error < value + 1))
        return Ball(value, xp.where(sure, 0.0, xp.floor(error) + 1))

    def do_max(self, args: list[int], env: Environment) -> Ball:
        a, b = (self.number(k, env) for k in args)
        return self._extreme(self.xp.maximum(a.value, b.value), a, b, a.value - b.value)

    def do_min(self, args: list[int], env: Environment) -> Ball:
        a, b = (self.number(k, env) for k in args)
        return self._extreme(self.xp.minimum(a.value, b.value), a, b, b.value - a.value)

    def _extreme(self, value: Array, a: Ball, b: Ball, lead: Array) -> Ball:
        xp = self.xp
        both = (a.error + b.error) * SLACK
        error = xp.where(lead > both, a.error, xp.where(lead < -both, b.error, xp.maximum(a.error, b.error)))
        return Ball(value, error)

    def do_if(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        status = self.formula(args[0], True, env).status
        yes, no = (self.number(k, env) for k in args[1:])
        either = xp.maximum(yes.error, abs(no.value - yes.value) + no.error)
        value = xp.where(status >= 0, yes.value, no.value)
        return Ball(value, xp.where(status == 1, yes.error, xp.where(status == -1, no.error, either)))

    def do_exp(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value = xp.exp(a.value)
        error = value * xp.expm1(a.error) + xp.where(a.value == 0, 0.0, LIBRARY * value)
        most = xp.exp(a.value + a.error * SLACK) * SLACK  # an underflow to 0 hides what the error might have made of it
        return Ball(value, xp.where(value < TINY, TINY + most, error))

    def do_log(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value, room = xp.log(a.value), a.value - a.error
        error = xp.where(room > 0, a.error / room + LIBRARY * abs(value), xp.inf)
        return Ball(xp.where(a.value + a.error <= 0, xp.nan, value), error)

    def do_sqrt(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        inner = xp.where(a.value < 0, 0.0, a.value)
        value = xp.sqrt(inner)
        product, lost = _two_product(value, value)
        faint = xp.where(inner < TINY, ULP * value, 0.0)  # as for a quotient
        rounding = xp.where(value > 0, abs((inner - product) - lost) / value * SLACK + faint, 0.0)
        spread = xp.where(a.error > 0, xp.minimum(xp.sqrt(a.error), a.error / value + SMALLEST), 0.0)
        spread = xp.where((value > 0) | (a.error == 0), spread, xp.sqrt(a.error))
        outside = a.value + a.error < 0
        return Ball(xp.where(outside, xp.nan, value), self._underflow(value, inner > 0, rounding + spread))

    def do_erf(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value = self.special.erf(a.value)
        some = (a.value != 0) | (a.error > 0)
        faint = xp.where((abs(value) < NORMAL) & some, SMALLEST, self.zero)
        return Ball(value, 1.13 * a.error + LIBRARY * abs(value) + faint)

    def do_binomial(self, args: list[int], env: Environment) -> Ball:
        """From a table of correctly rounded coefficients up to n = 512, exact below 2^53; from log-gamma above."""
        xp = self.xp
        n, k = (self.number(a, env) for a in args)
        fixed = (n.error == 0) & (k.error == 0)
        inside = (k.value >= 0) & (k.value <= n.value)
        tabled = inside & (n.value <= TABLED)
        place = xp.astype(xp.where(tabled, n.value * (TABLED + 1) + k.value, 0.0), xp.int64)
        table = xp.reshape(xp.take(xp.asarray(_pascal()), xp.reshape(place, (-1,))), place.shape)
        value, error = xp.where(tabled, table, 0.0), xp.where(table < 2.0**53, 0.0, ULP * table)
        beyond = inside & (n.value > TABLED)
        if _host(xp.any(beyond)):
            parts = [self.special.gammaln(c + 1) for c in (n.value, k.value, n.value - k.value)]
            large = xp.exp(parts[0] - parts[1] - parts[2])
            value = xp.where(beyond, large, value)
            error = xp.where(beyond, large * xp.expm1(8 * ULP * (1 + parts[0] + parts[1] + parts[2])), error)
        return Ball(xp.where(n.value < 0, xp.nan, value), xp.where(fixed, error, xp.inf))

    def do_sum(self, args: list[int], env: Environment) -> Ball:
        return self._big(args, env, self.add, 0.0)

    def do_prod(self, args: list[int], env: Environment) -> Ball:
        return self._big(args, env, self.mul, 1.0)

    def _big(self, args: list[int], env: Environment, join: Callable[[Ball, Ball], Ball], unit: float) -> Ball:
        """One step for each index that occurs at any instance."""
        xp = self.xp
        low, high = self.number(args[0], env), self.number(args[1], env)
        used = high.value >= low.value
        result = self.exactly(unit)
        if _host(xp.any(used)):
            first = int(_host(xp.min(xp.where(used, low.value, xp.inf))))
            last = int(_host(xp.max(xp.where(used, high.value, -xp.inf))))
            if last - first >= MAX_TERMS_OF_A_SUM:
                raise NotObservable(f"a sum of {last - first + 1} terms is too long: let an exact engine supply it")
            body = TABLE.nodes[args[2]][2]
            for i in range(first, last + 1):
                item = self.number(body, (float(i), *env))
                inside = (low.value <= i) & (i <= high.value)
                result = join(result, Ball(xp.where(inside, item.value, unit), xp.where(inside, item.error, 0.0)))
        return Ball(result.value, xp.where((low.error == 0) & (high.error == 0), result.error, xp.inf))

    def add(self, a: Ball, b: Ball) -> Ball:
        """The sum."""
        value, rounding = _two_sum(a.value, b.value)
        return Ball(value, a.error + b.error + rounding)

    def mul(self, a: Ball, b: Ball) -> Ball:
        """The product."""
        value, lost = _two_product(a.value, b.value)
        spread = abs(a.value) * b.error + abs(b.value) * a.error + a.error * b.error
        some = ((a.error > 0) & ((b.value != 0) | (b.error > 0))) | ((b.error > 0) & (a.value != 0))
        nonzero = (a.value != 0) & (b.value != 0)
        return Ball(value, self._underflow(value, nonzero, abs(lost) + self._kept(spread, some)))

    def _kept(self, spread: Array, some: Array) -> Array:
        """An error that arguments bring along; one that is not 0 does not vanish."""
        return self.xp.where(some & (spread < TINY), spread + SMALLEST, spread)

    def _underflow(self, value: Array, nonzero: Array, error: Array) -> Array:
        return error + self.xp.where((abs(value) < TINY) & nonzero, TINY, self.zero)


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """The rounded sum and its error's absolute value, exactly (Knuth)."""
    total = a + b
    other = total - a
    return total, abs((a - (total - other)) + (b - other))


def _two_product(a: Array, b: Array) -> tuple[Array, Array]:
    """The rounded product and its error, exactly unless something under- or overflows (Dekker)."""
    product = a * b
    halves = []
    for c in (a, b):
        scaled = SPLIT * c
        high = scaled - (scaled - c)
        halves.append((high, c - high))
    (a1, a2), (b1, b2) = halves
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _host(x: Array) -> Any:
    """The one number that an array holds."""
    return to_numpy(x).item()


_PASCAL: list[Any] = []


def _pascal() -> Any:
    """binomial(n, k) for 0 <= k, n <= TABLED, each rounded to the nearest float64, at n * (TABLED + 1) + k."""
    if not _PASCAL:
        table, row = np.zeros((TABLED + 1, TABLED + 1)), [1]
        for n in range(TABLED + 1):
            table[n, : n + 1] = [float(c) for c in row]
            row = [1, *(x + y for x, y in itertools.pairwise(row)), 1]
        _PASCAL.append(table.reshape(-1))
    return _PASCAL[0]


NUMBERS: dict[str, Callable[[Evaluation, list[Any], Environment], Ball]] = {
    "num": Evaluation.do_num, "var": Evaluation.do_var, "bound": Evaluation.do_bound, "pi": Evaluation.do_pi,
    "+": Evaluation.do_add, "-": Evaluation.do_sub, "neg": Evaluation.do_neg, "*": Evaluation.do_mul,
    "/": Evaluation.do_div, "^": Evaluation.do_pow, "abs": Evaluation.do_abs, "floor": Evaluation.do_floor,
    "max": Evaluation.do_max, "min": Evaluation.do_min, "if": Evaluation.do_if, "exp": Evaluation.do_exp,
    "log": Evaluation.do_log, "sqrt": Evaluation.do_sqrt, "erf": Evaluation.do_erf,
    "binomial": Evaluation.do_binomial, "sum": Evaluation.do_sum, "prod": Evaluation.do_prod,
}  # fmt: skip
FORMULAS = ("=", "<", "<=", "not", "and", "or", "=>", "true", "false")
