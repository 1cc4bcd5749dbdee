"""One instance, exactly: whether a formula holds there and by what margin, a shorter instance, and the kernel's word.

:class:`Exact` evaluates in rational arithmetic where it can and in Arb's balls elsewhere: fast, rigorous, untrusted.
:func:`confirmed_false` puts the numbers into the formula and asks the rules of the checker itself.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from certs.checker import Replay
from certs.language import Rejected
from certs.rules.compute import evaluate
from numerics.margins import Margins
from numerics.terms import TABLE, Term

PRECISION = 320  # bits of the balls
PRECISIONS = (64, 160, 400, 600)  # bits that the kernel's enclosures are tried with
MAX_BITS = 100_000
MAX_TERMS_OF_A_SUM = 4_096
ATTEMPTS = 400  # candidates that a shrinking search may evaluate exactly
SMALL = 12
Instance = dict[str, Fraction]
Number = Any  # Fraction, or an Arb ball


class Undefined(Exception):
    """A value outside an operation's domain, or out of reach of exact evaluation, was needed."""


class Finding(NamedTuple):
    """A formula at an instance: it holds, fails or is left open (None); its margin; whether it says anything."""

    holds: bool | None
    margin: float
    counts: bool


class Exact:
    """A formula over numbers, evaluated at one instance at a time."""

    def __init__(self, formula: Term) -> None:
        self.root = TABLE.unfold(formula.index)

    def __call__(self, instance: Instance) -> Finding:
        """Evaluate at an instance. Raises Undefined."""
        from flint import ctx

        with ctx.workprec(PRECISION):
            holds, margin = _Machine(instance).formula(self.root, True, ())
        if margin is None:
            return Finding(holds, math.inf, False)
        if holds is False and margin == 0:
            return Finding(False, -sys.float_info.min, True)  # a strict comparison that meets
        return Finding(holds, _float(margin), True)


def _float(x: Number) -> float:
    try:
        return float(x) + 0.0 if isinstance(x, Fraction) else float(x.mid()) + 0.0
    except OverflowError:
        return math.copysign(sys.float_info.max, x)


Judged = tuple[bool | None, Number | None]  # None for a margin: nothing is said


class _Machine:
    """Evaluation at one instance; the margins follow ``numerics.margins``."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.memo: dict[int, Number] = {}

    def formula(self, t: int, positive: bool, env: tuple[int, ...]) -> Judged:
        op, *args = TABLE.nodes[t]
        if op in ("=", "<", "<="):
            return self._comparison(op, args, positive, env)
        if op in ("true", "false"):
            holds = (op == "true") == positive
            return holds, Fraction(1 if holds else -1)
        if op == "not":
            return self.formula(args[0], not positive, env)
        if op == "if":
            condition = self.formula(args[0], True, env)[0]
            if condition is None:
                return None, Fraction(0)
            return self.formula(args[1] if condition else args[2], positive, env)
        first = self.formula(args[0], positive or op == "=>", env)
        if op == "=>" and positive:
            if first[0] is False:
                return True, None
            conclusion = self.formula(args[1], True, env)
            return conclusion if first[0] or conclusion[0] else (None, conclusion[1])
        conjunction = (op == "and") == positive or op == "=>"
        try:
            second = self.formula(args[1], positive and op != "=>", env)
        except Undefined:
            if first[0] is not (not conjunction):  # the first part does not guard the second
                raise
            return first
        return (_both if conjunction else _either)(first, second)

    def _comparison(self, op: str, args: list[int], positive: bool, env: tuple[int, ...]) -> Judged:
        left, right = (self.number(k, env) for k in args)
        if op != "=" and not positive:
            left, right, op = right, left, "<=" if op == "<" else "<"
        gap, scale = _sub(right, left), _add(_abs(left), _abs(right))
        exact = isinstance(gap, Fraction)
        zero = gap == 0 if exact else False  # a ball is never certain to be 0
        apart = bool(gap != 0) if exact else not gap.contains(0)
        margin = Fraction(0) if zero or (not exact and not apart) else _div(gap, scale)
        if op == "=":
            margin = _abs(margin)
            holds = True if zero else False if apart else None
            return (holds, -margin) if positive else (None if holds is None else not holds, margin)
        if zero:
            return op == "<=", margin
        return (bool(gap > 0) if apart else None), margin

    def number(self, t: int, env: tuple[int, ...]) -> Number:
        if TABLE.loose[t]:
            return self._number(t, env)
        if t not in self.memo:
            self.memo[t] = self._number(t, env)
        return self.memo[t]

    def _number(self, t: int, env: tuple[int, ...]) -> Number:
        op, *args = TABLE.nodes[t]
        if op == "num":
            return Fraction(args[0], args[1])
        if op == "var":
            return self.instance[args[0]]
        if op == "bound":
            return Fraction(env[args[0]])
        if op == "if":
            condition = self.formula(args[0], True, env)[0]
            if condition is None:
                raise Undefined("a condition is left open")
            return self.number(args[1] if condition else args[2], env)
        if op in ("sum", "prod"):
            low, high = (_integer(self.number(k, env)) for k in args[:2])
            if high - low >= MAX_TERMS_OF_A_SUM:
                raise Undefined("a sum is too long")
            body, result, join = TABLE.nodes[args[2]][2], Fraction(op == "prod"), _add if op == "sum" else _mul
            for i in range(low, high + 1):
                result = join(result, self.number(body, (i, *env)))
            return result
        if op not in _OPERATIONS:
            raise Undefined(f"{op} has no exact evaluation over numbers")
        return _OPERATIONS[op](*(self.number(k, env) for k in args))


def _both(a: Judged, b: Judged) -> Judged:
    holds = False if a[0] is False or b[0] is False else True if a[0] and b[0] else None
    return holds, a[1] if b[1] is None else b[1] if a[1] is None else _min(a[1], b[1])


def _either(a: Judged, b: Judged) -> Judged:
    holds = True if a[0] or b[0] else False if a[0] is False and b[0] is False else None
    return holds, None if a[1] is None or b[1] is None else _max(a[1], b[1])


# Numbers: fractions while they last, balls after that.


def _ball(x: Number) -> Any:
    from flint import arb, fmpq

    return arb(fmpq(x.numerator, x.denominator)) if isinstance(x, Fraction) else x


def _rational(operation: Callable[..., Number]) -> Callable[..., Number]:
    """An operation of fractions and balls alike, on operands of one kind, with a bound on the size of fractions."""

    def apply(*args: Number) -> Number:
        if not all(isinstance(a, Fraction) for a in args):
            return operation(*map(_ball, args))
        result = operation(*args)
        if max(result.numerator.bit_length(), result.denominator.bit_length()) > MAX_BITS:
            raise Undefined("a value is too large")
        return result

    return apply


_add, _sub = _rational(lambda a, b: a + b), _rational(lambda a, b: a - b)
_mul, _neg, _abs = _rational(lambda a, b: a * b), _rational(lambda a: -a), _rational(abs)
_max = _rational(lambda a, b: max(a, b) if isinstance(a, Fraction) else a.max(b))
_min = _rational(lambda a, b: min(a, b) if isinstance(a, Fraction) else a.min(b))


def _div(a: Number, b: Number) -> Number:
    if b == 0 or (not isinstance(b, Fraction) and b.contains(0)):
        raise Undefined("a division by zero, or by what may be zero")
    return _rational(lambda x, y: x / y)(a, b)


def _integer(x: Number) -> int:
    if not isinstance(x, Fraction) or x.denominator != 1:
        raise Undefined("needs an integer")
    return x.numerator


def _pow(a: Number, b: Number) -> Number:
    n = _integer(b)
    if n < 0:
        raise Undefined("a negative exponent")
    if isinstance(a, Fraction):
        bits = max(a.numerator.bit_length(), a.denominator.bit_length())
        if bits > 1 and bits * n > 2 * MAX_BITS:
            raise Undefined("a power is too large")
        return a**n if bits > 1 else Fraction(1) if n == 0 else a if n % 2 else a * a
    return a**n


def _floor(a: Number) -> Number:
    if isinstance(a, Fraction):
        return Fraction(math.floor(a))
    whole = a.floor().unique_fmpz()
    if whole is None:
        raise Undefined("a floor is left open")
    return Fraction(int(whole))


def _sqrt(a: Number) -> Number:
    exact = perfect_root(a) if isinstance(a, Fraction) else None
    if exact is not None:
        return exact
    if not _ball(a) >= 0:
        raise Undefined("a root of what may be negative")
    return _ball(a).sqrt()


def perfect_root(a: Fraction) -> Fraction | None:
    """The square root of a fraction where it is one."""
    if a < 0:
        return None
    top, bottom = math.isqrt(a.numerator), math.isqrt(a.denominator)
    return Fraction(top, bottom) if top * top == a.numerator and bottom * bottom == a.denominator else None


def _elementary(name: str) -> Callable[[Number], Number]:
    at, value = SPECIAL[name]

    def apply(a: Number) -> Number:
        if isinstance(a, Fraction) and a == at:
            return value
        if name == "log" and not _ball(a) > 0:
            raise Undefined("a logarithm of what may not be positive")
        return getattr(_ball(a), name)()

    return apply


def _binomial(a: Number, b: Number) -> Number:
    n, k = _integer(a), _integer(b)
    if not 0 <= n <= 20_000:
        raise Undefined("a binomial coefficient of a negative or too large number")
    return Fraction(math.comb(n, k) if k >= 0 else 0)


def _pi() -> Number:
    from flint import arb

    return arb.pi()


SPECIAL = {"exp": (0, Fraction(1)), "log": (1, Fraction(0)), "erf": (0, Fraction(0))}
_OPERATIONS: dict[str, Callable[..., Number]] = {
    "+": _add, "-": _sub, "*": _mul, "neg": _neg, "abs": _abs, "max": _max, "min": _min, "/": _div, "^": _pow,
    "floor": _floor, "sqrt": _sqrt, "binomial": _binomial, "pi": _pi, **{name: _elementary(name) for name in SPECIAL},
}  # fmt: skip


# The kernel's word.


def confirmed_false(formula: Term, instance: Instance) -> bool:
    """Whether the checker's own rules (exact evaluation, enclosures) show that a formula fails at an instance."""
    try:
        return _Closing(instance).truth(TABLE.unfold(formula.index)) is False
    except (Rejected, Undefined, RecursionError, KeyError):
        return False


class _Closing:
    """A formula with numbers for its variables, in a table of terms of its own, before the rules of the checker.

    Rational subterms become literals, each the result of the rule ``compute``; the roots of squares and the values
    exp(0), log(1), erf(0) become literals too, because an enclosure never closes on a value.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.replay = Replay()
        self.terms = self.replay.terms
        self.memo: dict[int, int] = {}

    def truth(self, t: int, env: tuple[int, ...] = ()) -> bool | None:
        op, *args = TABLE.nodes[t]
        if op in ("<", "<=", "="):
            return self.compare(op, *(self.close(k, env) for k in args))
        if op in ("true", "false"):
            return bool(op == "true")
        first = self.truth(args[0], env)
        if op in ("not", "=>"):
            first = None if first is None else not first
        if op == "not":
            return first
        if op == "if":
            return None if first is None else self.truth(args[2 - first], env)
        if first is (op != "and"):
            return bool(first)
        second = self.truth(args[1], env)
        return second if first is not None or second is (op != "and") else None

    def compare(self, op: str, left: int, right: int) -> bool | None:
        if op == "=" and left != right:
            apart = self.compare("<", left, right) or self.compare("<", right, left)
            return False if apart else None
        comparison = self.terms.make(op, left, right)
        if left == right or all(self.terms.nodes[k][0] == "num" for k in (left, right)):
            return bool(evaluate(self.replay, comparison)) if self.literal(left) is not None else op != "<"
        opposite = self.terms.make("<=" if op == "<" else "<", right, left)
        for precision in PRECISIONS:
            for formula, holds in ((comparison, True), (opposite, False)):
                if self.enclosed(formula, precision):
                    return holds
        return None

    def enclosed(self, comparison: int, precision: int) -> bool:
        try:
            self.replay.step("enclosure", [], [comparison], [precision])
        except Rejected:
            return False
        return True

    def literal(self, t: int) -> Fraction | None:
        node = self.terms.nodes[t]
        return Fraction(node[1], node[2]) if node[0] == "num" else None

    def close(self, t: int, env: tuple[int, ...]) -> int:
        """The closed term, over the new table, that stands for a term at the instance."""
        if TABLE.loose[t]:
            return self._close(t, env)
        if t not in self.memo:
            self.memo[t] = self._close(t, env)
        return self.memo[t]

    def _close(self, t: int, env: tuple[int, ...]) -> int:
        op, *args = TABLE.nodes[t]
        if op == "num":
            return self.terms.num(Fraction(args[0], args[1]))
        if op == "var":
            return self.terms.num(self.instance[args[0]])
        if op == "bound":
            return self.terms.num(env[args[0]])
        if op == "if":
            condition = self.truth(args[0], env)
            if condition is None:
                raise Undefined("a condition is left open")
            return self.close(args[1] if condition else args[2], env)
        if op in ("sum", "prod"):
            return self._expand(op, args, env)
        return self.fold(op, *(self.close(k, env) for k in args))

    def fold(self, op: str, *children: int) -> int:
        """An operation on closed terms, as a literal where it is rational."""
        made = self.terms.make(op, *children)
        values = [self.literal(c) for c in children]
        if op in ("sqrt", *SPECIAL):
            exact = None if values[0] is None else self._value(op, values[0])
            return made if exact is None else self.terms.num(exact)
        if op != "pi" and None not in values:
            return self.terms.num(evaluate(self.replay, made))
        return self._whole(children[0]) if op == "floor" else made

    @staticmethod
    def _value(op: str, at: Fraction) -> Fraction | None:
        if op == "sqrt":
            return perfect_root(at)
        place, value = SPECIAL[op]
        return value if at == place else None

    def _expand(self, op: str, args: list[int], env: tuple[int, ...]) -> int:
        low, high = (self.literal(self.close(k, env)) for k in args[:2])
        if low is None or high is None or high - low >= MAX_TERMS_OF_A_SUM:
            raise Undefined("a sum without visible bounds, or too long")
        body, result = TABLE.nodes[args[2]][2], self.terms.num(int(op == "prod"))
        for i in range(int(low), int(high) + 1):
            result = self.fold("+" if op == "sum" else "*", result, self.close(body, (i, *env)))
        return result

    def _whole(self, inner: int) -> int:
        """The integer N with N <= x < N + 1, both enclosed, for a closed x."""
        low, high = -(2**60), 2**60
        while high - low > 1:  # low <= x < high
            middle = (low + high) // 2
            below = self.compare("<", inner, self.terms.num(middle))
            if below is None:
                raise Undefined("a floor is left open")
            low, high = (low, middle) if below else (middle, high)
        return self.terms.num(low)


# Short instances.


def complexity(values: Any) -> Any:
    """How long float64 values are when spelled as fractions: bits of numerator and denominator; shape as given."""
    mantissa, exponent = np.frexp(np.abs(np.asarray(values, dtype="float64")))
    digits = (mantissa * 2.0**53).astype(np.int64)
    lowest = np.where(digits == 0, 1, digits & -digits).astype("float64")
    trailing = np.log2(lowest).astype(np.int64)
    last = exponent - 53 + trailing  # the power of 2 of the last binary digit
    length = np.where(digits == 0, 0, exponent - np.minimum(last, 0)) + np.maximum(-last, 0) * (digits != 0)
    return np.maximum(length, 0)


def size(x: Fraction) -> int:
    """How hard a fraction is on a reader: the sum of numerator and denominator, without sign."""
    return 2 * (abs(x.numerator) + x.denominator) - (x >= 0)


@lru_cache(maxsize=1)
def _small() -> tuple[Fraction, ...]:
    found = {Fraction(s * p, q) for q in range(1, SMALL + 1) for p in range(SMALL + 1) for s in (1, -1)}
    return tuple(sorted(found, key=lambda x: (size(x), x)))


def _candidates(x: Fraction, whole: bool) -> list[Fraction]:
    """Simpler numbers that might do in place of x, the simplest first."""
    near = [x.limit_denominator(d) for d in (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 50, 64, 100, 1000, 10_000)]
    near += [Fraction(round(x * 10**k), 10**k) + Fraction(s, 10**k) for k in range(5) for s in (-1, 0, 1)]
    near += [Fraction(10**k) * s for k in range(2, 7) for s in (1, -1)]
    found = {c for c in (*near, *_small()) if size(c) < size(x) and not (whole and c.denominator != 1)}
    return sorted(found, key=lambda c: (size(c), c))


def shrink(formula: Term, instance: Instance, free: Iterable[str], whole: Iterable[str] = ()) -> Instance:
    """A simpler instance at which a formula still fails: the free variables in turn, by the simplest number that will
    do, until none gets simpler. Variables in ``whole`` stay integers; the others keep their values.

    ``instance`` must be one at which the formula fails; the array margins propose, exact evaluation decides.
    """
    exact, margins = Exact(formula), Margins(formula)
    best, attempts, names = dict(instance), ATTEMPTS, [n for n in sorted(instance) if n in set(free)]
    improved = True
    while improved and attempts > 0:
        improved = False
        for name in names:
            options = _candidates(best[name], name in set(whole) or margins.variables.get(name) == "int")
            for option in _plausible(margins, best, name, options):
                attempts -= 1
                trial = {**best, name: option}
                if _fails(exact, trial):
                    best, improved = trial, True
                    break
                if attempts <= 0:
                    break
    return best


def _plausible(margins: Margins, instance: Instance, name: str, options: Sequence[Fraction]) -> list[Fraction]:
    """The options at which the array margins do not see the formula hold."""
    if not options:
        return []
    columns = {n: np.full(len(options), float(instance[n])) for n in margins.variables}
    if name in columns:
        columns[name] = np.array([float(x) for x in options])
    status = margins(columns).status
    return [x for x, s in zip(options, status, strict=True) if s != 1]


def _fails(exact: Exact, instance: Instance) -> bool:
    try:
        return exact(instance).holds is False
    except (Undefined, RecursionError):
        return False
