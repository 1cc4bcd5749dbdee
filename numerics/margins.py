"""Margins: a comparison over scalar variables, compiled to a function of whole arrays of instances.

The margin of ``l <= r`` and ``l < r`` is (r - l)/(|l| + |r|), and 0 for 0/0; that of ``l = r`` is
-|l - r|/(|l| + |r|). A conjunction has the least margin of its parts, a disjunction the greatest; an implication has
that of its conclusion where its premise holds, and says nothing (margin infinite) elsewhere.

Every value carries a bound on its error: additions, products, quotients and roots measure their own rounding error
exactly (TwoSum, TwoProduct), so that integers and short dyadic numbers stay exact; elementary functions are trusted to
4 units in the last place. What the bound leaves open is *undecided*, and is for exact arithmetic to settle.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from numerics.backend import backend
from numerics.terms import TABLE, Term, show

ULP = 2.0**-52
LIBRARY = 4 * ULP  # what exp, log and erf of the array libraries are trusted to, relative to their result
TINY = 1e-290  # results below this may have lost digits to underflow, which the products below do not see
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


class Margins:
    """A formula over free variables of sorts int and real, as a function of arrays.

    Raises NotObservable for quantifiers, vectors, function variables, derivatives and vertex counts.
    """

    def __init__(self, formula: Term, array_backend: str = "numpy") -> None:
        self.formula = formula
        self.root = TABLE.unfold(formula.index)
        if TABLE.sorts[self.root] != "bool":
            raise NotObservable(f"only formulas have margins: {show(formula, 40)}")
        self.variables = variables_of(formula)
        self.xp = backend(array_backend)
        self._check(self.root, set())

    def __call__(self, columns: dict[str, Array]) -> Outcome:
        """Margins and status of shape (n,), from arrays of shape (n,), float64, one for each variable."""
        with _quiet(self.xp):
            outcome = _Evaluation(self.xp, columns).formula(self.root, True, ())
            first = next(iter(columns.values())) if columns else self.xp.zeros(1)
            blank = self.xp.zeros(first.shape)
            return Outcome(blank + outcome.margin, (blank + outcome.status).astype(self.xp.int8))

    def _check(self, t: int, seen: set[int]) -> None:
        if t in seen:
            return
        seen.add(t)
        node = TABLE.nodes[t]
        is_lam = node[0] == "lam"
        if node[0] in ("sum", "prod") and TABLE.nodes[node[3]][0] != "lam":
            raise NotObservable(f"a {node[0]} of a function variable has no margin")
        if node[0] not in _NUMBERS and node[0] not in _FORMULAS and not is_lam:
            raise NotObservable(
                f"{node[0]} cannot be evaluated over arrays of instances: state what is observed over numbers, with "
                f"exact engines supplying them: {show(self.formula, 40)}"
            )
        for child in TABLE.children(t):
            self._check(child, seen)


def variables_of(formula: Term) -> dict[str, str]:
    """The free variables of a formula and their sorts, by name. Raises NotObservable unless they are numbers."""
    found: dict[str, str] = {}
    for v in sorted(TABLE.free[TABLE.unfold(formula.index)], key=lambda v: TABLE.nodes[v][1:]):
        _, name, sort = TABLE.nodes[v]
        if sort not in ("int", "real"):
            raise NotObservable(f"the variable {name} is of sort {sort}: instances supply numbers only")
        if name in found:
            raise NotObservable(f"two variables are called {name}, one of sort {found[name]} and one of sort {sort}")
        found[name] = sort
    return found


def _quiet(xp: ModuleType) -> AbstractContextManager[Any]:
    return np.errstate(all="ignore") if "numpy" in xp.__name__ else nullcontext()


class _Evaluation:
    """One pass over one batch of instances; equal subterms are evaluated once."""

    def __init__(self, xp: ModuleType, columns: dict[str, Array]) -> None:
        self.xp = xp
        self.columns = columns
        self.memo: dict[tuple[int, Environment], Ball] = {}

    # Formulas, with negations pushed inwards.

    def formula(self, t: int, positive: bool, env: Environment) -> Outcome:
        op, *args = TABLE.nodes[t]
        if op in ("=", "<", "<="):
            return self._comparison(op, args, positive, env)
        if op in ("true", "false"):
            holds = (op == "true") == positive
            return Outcome(self.xp.asarray(1.0 if holds else -1.0), self.xp.asarray(1 if holds else -1))
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
        scale = xp.abs(left.value) + xp.abs(right.value)
        margin = xp.where(scale > 0, gap / scale, gap)
        if op == "=":
            apart, exact = xp.abs(gap) > error, (gap == 0) & (error == 0)
            margin = xp.abs(margin)
            status = xp.where(exact, 1, xp.where(apart, -1, 0))
            return Outcome(-margin, status) if positive else Outcome(margin, -status)
        if op == "<":
            return Outcome(margin, xp.where(gap > error, 1, xp.where(gap <= -error, -1, 0)))
        return Outcome(margin, xp.where(gap >= error, 1, xp.where(gap < -error, -1, 0)))

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
        xp = self.xp
        outside = premise.status == -1
        open_premise = xp.where(conclusion.status == 1, 1, 0)
        status = xp.where(outside, 1, xp.where(premise.status == 1, conclusion.status, open_premise))
        return Outcome(xp.where(outside, xp.inf, conclusion.margin), status)

    # Numbers.

    def number(self, t: int, env: Environment) -> Ball:
        key = (t, env if TABLE.loose[t] else ())
        if key not in self.memo:
            op, *args = TABLE.nodes[t]
            self.memo[key] = _NUMBERS[op](self, args, env)
        return self.memo[key]

    def do_num(self, args: list[int], env: Environment) -> Ball:
        exact = Fraction(args[0], args[1])
        try:
            value = float(exact)
        except OverflowError:
            return Ball(math.copysign(math.inf, exact), math.inf)
        return Ball(self.xp.asarray(value), self.xp.asarray(float(abs(Fraction(value) - exact)) * SLACK))

    def do_var(self, args: list[Any], env: Environment) -> Ball:
        return Ball(self.columns[args[0]], self.xp.asarray(0.0))

    def do_bound(self, args: list[Any], env: Environment) -> Ball:
        return Ball(self.xp.asarray(env[args[0]]), self.xp.asarray(0.0))

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
        xp = self.xp
        a, b = (self.number(k, env) for k in args)
        value = a.value / b.value
        product, lost = _two_product(xp, value, b.value)
        rounding = xp.abs((a.value - product) - lost) / xp.abs(b.value) * SLACK
        room = xp.abs(b.value) - b.error
        spread = (a.error + xp.abs(value) * b.error) / room
        error = xp.where(room > 0, self._underflow(value, a.value != 0, rounding + spread), xp.inf)
        return Ball(xp.where(b.value == 0, xp.nan, value), error)

    def do_pow(self, args: list[int], env: Environment) -> Ball:
        """By squaring, so that small powers of integers stay exact."""
        xp = self.xp
        base, exponent = (self.number(k, env) for k in args)
        n, fixed = exponent.value, exponent.error == 0
        steps = int(xp.max(xp.where((n >= 0) & (n < LARGEST_EXPONENT), n, 0.0))).bit_length()
        result = Ball(xp.asarray(1.0), xp.asarray(0.0))
        rest = xp.where((n >= 0) & (n < LARGEST_EXPONENT), n, 0.0)
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
        return Ball(self.xp.abs(a.value), a.error)

    def do_floor(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value = xp.floor(a.value)
        low, high = xp.floor(a.value - a.error * SLACK), xp.floor(a.value + a.error * SLACK)
        return Ball(value, xp.where(low == high, 0.0, xp.maximum(value - low, high - value)))

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
        either = xp.maximum(yes.error, xp.abs(no.value - yes.value) + no.error)
        value = xp.where(status >= 0, yes.value, no.value)
        return Ball(value, xp.where(status == 1, yes.error, xp.where(status == -1, no.error, either)))

    def do_exp(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value = xp.exp(a.value)
        error = value * xp.expm1(a.error) + xp.where(a.value == 0, 0.0, LIBRARY * value)
        return Ball(value, xp.where(value < TINY, TINY, error))

    def do_log(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value, room = xp.log(a.value), a.value - a.error
        error = xp.where(room > 0, a.error / room + LIBRARY * xp.abs(value), xp.inf)
        return Ball(xp.where(a.value + a.error <= 0, xp.nan, value), error)

    def do_sqrt(self, args: list[int], env: Environment) -> Ball:
        xp = self.xp
        a = self.number(args[0], env)
        value = xp.sqrt(xp.maximum(a.value, 0.0))
        product, lost = _two_product(xp, value, value)
        rounding = xp.where(value > 0, xp.abs((xp.maximum(a.value, 0.0) - product) - lost) / value * SLACK, 0.0)
        spread = xp.where(a.error > 0, xp.minimum(xp.sqrt(a.error), a.error / value), 0.0)
        spread = xp.where((value > 0) | (a.error == 0), spread, xp.sqrt(a.error))
        outside = a.value + a.error < 0
        return Ball(xp.where(outside, xp.nan, value), self._underflow(value, a.value > 0, rounding + spread))

    def do_erf(self, args: list[int], env: Environment) -> Ball:
        a = self.number(args[0], env)
        value = _special(self.xp).erf(a.value)
        return Ball(value, 1.13 * a.error + LIBRARY * self.xp.abs(value))

    def do_binomial(self, args: list[int], env: Environment) -> Ball:
        """From a table of correctly rounded coefficients up to n = 512, exact below 2^53; from log-gamma above."""
        xp = self.xp
        n, k = (self.number(a, env) for a in args)
        fixed = (n.error == 0) & (k.error == 0)
        inside = (k.value >= 0) & (k.value <= n.value)
        tabled = inside & (n.value <= TABLED)
        row, column = (xp.where(tabled, c, 0.0).astype(xp.int64) for c in (n.value, k.value))
        table = xp.asarray(_pascal())[row, column]
        value, error = xp.where(tabled, table, 0.0), xp.where(table < 2.0**53, 0.0, ULP * table)
        beyond = inside & (n.value > TABLED)
        if bool(xp.any(beyond)):
            gammaln = _special(xp).gammaln
            parts = [gammaln(c + 1) for c in (n.value, k.value, n.value - k.value)]
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
        result = Ball(xp.asarray(unit), xp.asarray(0.0))
        if bool(xp.any(used)):
            first = int(xp.min(xp.where(used, low.value, xp.inf)))
            last = int(xp.max(xp.where(used, high.value, -xp.inf)))
            if last - first >= MAX_TERMS_OF_A_SUM:
                raise NotObservable(f"a sum of {last - first + 1} terms is too long: let an exact engine supply it")
            body = TABLE.nodes[args[2]][2]
            for i in range(first, last + 1):
                item = self.number(body, (float(i), *env))
                inside = (low.value <= i) & (i <= high.value)
                result = join(result, Ball(xp.where(inside, item.value, unit), xp.where(inside, item.error, 0.0)))
        return Ball(result.value, xp.where((low.error == 0) & (high.error == 0), result.error, xp.inf))

    def add(self, a: Ball, b: Ball) -> Ball:
        value, rounding = _two_sum(a.value, b.value)
        return Ball(value, a.error + b.error + rounding)

    def mul(self, a: Ball, b: Ball) -> Ball:
        xp = self.xp
        value, lost = _two_product(xp, a.value, b.value)
        spread = xp.abs(a.value) * b.error + xp.abs(b.value) * a.error + a.error * b.error
        return Ball(value, self._underflow(value, (a.value != 0) & (b.value != 0), xp.abs(lost) + spread))

    def _underflow(self, value: Array, nonzero: Array, error: Array) -> Array:
        return error + self.xp.where((self.xp.abs(value) < TINY) & nonzero, TINY, 0.0)


def _two_sum(a: Array, b: Array) -> tuple[Array, Array]:
    """The rounded sum and its error's absolute value, exactly (Knuth)."""
    total = a + b
    other = total - a
    return total, abs((a - (total - other)) + (b - other))


def _two_product(xp: ModuleType, a: Array, b: Array) -> tuple[Array, Array]:
    """The rounded product and its error, exactly unless something under- or overflows (Dekker)."""
    product = a * b
    halves = []
    for c in (a, b):
        scaled = SPLIT * c
        high = scaled - (scaled - c)
        halves.append((high, c - high))
    (a1, a2), (b1, b2) = halves
    return product, ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2


def _special(xp: ModuleType) -> Any:
    """The special functions that go with an array namespace."""
    import importlib

    return importlib.import_module("scipy.special" if "numpy" in xp.__name__ else "cupyx.scipy.special")


_PASCAL: list[Any] = []


def _pascal() -> Any:
    """binomial(n, k) for 0 <= k, n <= TABLED, each rounded to the nearest float64."""
    if not _PASCAL:
        table, row = np.zeros((TABLED + 1, TABLED + 1)), [1]
        for n in range(TABLED + 1):
            table[n, : n + 1] = [float(c) for c in row]
            row = [1, *(x + y for x, y in itertools.pairwise(row)), 1]
        _PASCAL.append(table)
    return _PASCAL[0]


_NUMBERS: dict[str, Callable[[_Evaluation, list[Any], Environment], Ball]] = {
    "num": _Evaluation.do_num, "var": _Evaluation.do_var, "bound": _Evaluation.do_bound, "pi": _Evaluation.do_pi,
    "+": _Evaluation.do_add, "-": _Evaluation.do_sub, "neg": _Evaluation.do_neg, "*": _Evaluation.do_mul,
    "/": _Evaluation.do_div, "^": _Evaluation.do_pow, "abs": _Evaluation.do_abs, "floor": _Evaluation.do_floor,
    "max": _Evaluation.do_max, "min": _Evaluation.do_min, "if": _Evaluation.do_if, "exp": _Evaluation.do_exp,
    "log": _Evaluation.do_log, "sqrt": _Evaluation.do_sqrt, "erf": _Evaluation.do_erf,
    "binomial": _Evaluation.do_binomial, "sum": _Evaluation.do_sum, "prod": _Evaluation.do_prod,
}  # fmt: skip
_FORMULAS = ("=", "<", "<=", "not", "and", "or", "=>", "true", "false")
