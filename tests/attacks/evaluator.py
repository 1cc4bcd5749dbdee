"""A second opinion on goals: evaluates them on random exact instances, and shares no code with the checker.

It has its own reader of a goal's table, its own arithmetic (fractions, mpmath's intervals for what is irrational, and
pairs of value and slope for derivatives), and answers in three values: true, false, or None where it cannot tell (a
quantifier without bounds and no counterexample found, an undecided comparison, an undefined operation).

Variables are sampled so that hypotheses are often met: numbers within the bounds that the hypotheses state, functions
by the equations that define them, otherwise from families: tables, increasing and two-valued sequences,
distributions, permutations; piecewise linear and quadratic functions; quadratic forms on V = R^2 with their gradients.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

PRECISION = 200
mpmath.iv.prec = PRECISION
SMALL = [Fraction(x) for x in ("0", "1", "-1", "2", "1/2", "-1/2", "3", "-2", "1/3", "5/2", "-3", "7", "1/10", "10")]
CAP = 400  # integers that a bounded quantifier may run over
Truth = bool | None
Node = tuple[Any, ...]


class Unknown(Exception):
    """A value that cannot be told: outside a domain, too large, or not exact enough."""


class Exhausted(Exception):
    """One instance would take too much work."""


# Numbers: Fraction, mpmath interval, or Jet (value and slope).


@dataclass(frozen=True)
class Jet:
    """A value and its derivative along a line."""

    value: Any
    slope: Any


def interval(x: Any) -> Any:
    """A fraction or interval as an interval."""
    if isinstance(x, Fraction):
        return mpmath.iv.mpf(x.numerator) / mpmath.iv.mpf(x.denominator)
    return x


def _slope(x: Any) -> tuple[Any, Any]:
    return (x.value, x.slope) if isinstance(x, Jet) else (x, Fraction(0))


def _bits(x: Fraction) -> None:
    if max(x.numerator.bit_length(), x.denominator.bit_length()) > 20_000:
        raise Unknown("too large")


def add(x: Any, y: Any) -> Any:
    """x + y for numbers of all kinds."""
    if isinstance(x, Jet) or isinstance(y, Jet):
        (a, p), (b, q) = _slope(x), _slope(y)
        return Jet(add(a, b), add(p, q))
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x + y
    return interval(x) + interval(y)


def neg(x: Any) -> Any:
    """-x."""
    return Jet(neg(x.value), neg(x.slope)) if isinstance(x, Jet) else -x


def mul(x: Any, y: Any) -> Any:
    """x * y."""
    if isinstance(x, Jet) or isinstance(y, Jet):
        (a, p), (b, q) = _slope(x), _slope(y)
        return Jet(mul(a, b), add(mul(p, b), mul(a, q)))
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        _bits(x), _bits(y)
        return x * y
    return interval(x) * interval(y)


def div(x: Any, y: Any) -> Any:
    """x / y; Unknown where y may be 0."""
    if isinstance(x, Jet) or isinstance(y, Jet):
        (a, p), (b, q) = _slope(x), _slope(y)
        return Jet(div(a, b), div(add(mul(p, b), neg(mul(a, q))), mul(b, b)))
    if equal(y, Fraction(0)) is not False:
        raise Unknown("a division by zero")
    return x / y if isinstance(x, Fraction) and isinstance(y, Fraction) else interval(x) / interval(y)


def power(x: Any, n: Fraction) -> Any:
    """x^n for n = 0, 1, 2, ..."""
    if not isinstance(n, Fraction) or n < 0 or n > 4_000:
        raise Unknown("an exponent out of range")
    result: Any = Fraction(1)
    for _ in range(int(n)):
        result = mul(result, x)
    return result


def apply(name: str, x: Any) -> Any:
    """exp, log, sqrt, erf, abs, floor of a number."""
    if isinstance(x, Jet):
        v, s = x.value, x.slope
        if name == "abs":
            sign = less(Fraction(0), v)
            if sign is None or equal(v, Fraction(0)) is not False:
                raise Unknown("a kink")
            return x if sign else neg(x)
        if name == "floor":
            if isinstance(v, Fraction) and v.denominator > 1:
                return Jet(apply(name, v), Fraction(0))
            raise Unknown("a jump")
        f = apply(name, v)
        outer = {
            "exp": lambda: f,
            "log": lambda: div(Fraction(1), v),
            "sqrt": lambda: div(Fraction(1), mul(Fraction(2), f)),
            "erf": lambda: mul(div(Fraction(2), mpmath.iv.sqrt(mpmath.iv.pi)), apply("exp", neg(mul(v, v)))),
        }[name]()
        return Jet(f, mul(outer, s))
    if name == "abs":
        if isinstance(x, Fraction):
            return abs(x)
        return abs(interval(x))
    if name == "floor":
        if isinstance(x, Fraction):
            return Fraction(math.floor(x))
        low, high = math.floor(mpmath.mpf(x.a)), math.floor(mpmath.mpf(x.b))
        if low != high:
            raise Unknown("the floor of an interval")
        return Fraction(low)
    if x == 0 and isinstance(x, Fraction) and name in ("exp", "sqrt", "erf"):
        return Fraction(1 if name == "exp" else 0)
    if name == "sqrt" and isinstance(x, Fraction) and x > 0:
        top, bottom = math.isqrt(x.numerator), math.isqrt(x.denominator)
        if top * top == x.numerator and bottom * bottom == x.denominator:
            return Fraction(top, bottom)
    if name == "log" and x == 1:
        return Fraction(0)
    y = interval(x)
    if name in ("log", "sqrt") and less(Fraction(0), y) is not True:
        raise Unknown("outside the domain")
    if name == "exp" and (mpmath.mpf(y.b) > 10**5 or mpmath.mpf(y.a) < -(10**5)):
        raise Unknown("too large")
    if name == "erf":
        with mpmath.workprec(PRECISION + 60):
            slack = mpmath.mpf(2) ** -(PRECISION - 10)
            low, high = mpmath.erf(mpmath.mpf(y.a)), mpmath.erf(mpmath.mpf(y.b))
            # erf is strictly between -1 and 1, whatever the rounding says
            return mpmath.iv.mpf([max(low - slack, -1), min(high + slack, 1)])
    return {"exp": mpmath.iv.exp, "log": mpmath.iv.log, "sqrt": mpmath.iv.sqrt}[name](y)


def less(x: Any, y: Any) -> Truth:
    """x < y, if it can be told."""
    if isinstance(x, Jet) or isinstance(y, Jet):
        x, y = _slope(x)[0], _slope(y)[0]
        if equal(x, y) is not False:
            raise Unknown("a comparison at the point where it changes")
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x < y
    a, b = interval(x), interval(y)
    return True if a.b < b.a else False if a.a >= b.b else None


def equal(x: Any, y: Any) -> Truth:
    """x = y for numbers, vectors."""
    if isinstance(x, tuple):
        found = [equal(a, b) for a, b in zip(x, y, strict=True)]
        return False if False in found else None if None in found else True
    if isinstance(x, Jet) or isinstance(y, Jet):
        (x, p), (y, q) = _slope(x), _slope(y)
        if equal(x, y) is not False and equal(p, q) is not True:
            raise Unknown("a comparison at the point where it changes")
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return x == y
    a, b = interval(x), interval(y)
    return False if a.b < b.a or b.b < a.a else True if a.delta == 0 and b.delta == 0 else None


def choose(x: Any, y: Any, largest: bool) -> Any:
    """max or min."""
    below = less(x, y)
    if below is None:
        a, b = interval(x), interval(y)
        pick = max if largest else min
        return mpmath.iv.mpf([pick(a.a, b.a), pick(a.b, b.b)])
    return y if below == largest else x


def regions(rows: list[list[Fraction]]) -> int:
    """Regions of a central arrangement by Whitney's theorem: the sum over subsets of (-1)^(size - rank)."""
    lines = []
    for row in rows:
        lead = next((x for x in row if x), None)
        if lead is not None and [x / lead for x in row] not in lines:
            lines.append([x / lead for x in row])
    if len(lines) > 9:
        raise Unknown("too many hyperplanes")
    subsets = itertools.chain.from_iterable(itertools.combinations(lines, r) for r in range(len(lines) + 1))
    return sum((-1) ** (len(s) - rank(list(s))) for s in subsets)


def rank(rows: list[list[Fraction]]) -> int:
    """The rank of a matrix of fractions."""
    rows, found = [list(r) for r in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in rows[found:] if r[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / pivot[column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], pivot, strict=True)]
        found += 1
    return found


# Goals: read into nested tuples, definitions inlined, a number for each binder.


def read(goal: dict[str, Any]) -> Node:
    """A goal's formula as nested tuples; variables are ('var', number, name, sort)."""
    rows, numbers = goal["terms"], itertools.count()
    definitions = {d[0]: d for d in goal["definitions"]}
    size = [0]

    def build(k: int, scope: dict[tuple[str, str], Node]) -> Node:
        size[0] += 1
        if size[0] > 300_000:
            raise Unknown("a goal too large to inline")
        op, *rest = rows[k]
        if op == "num":
            top, _, bottom = rest[0].partition("/")
            return ("num", Fraction(int(top), int(bottom or 1)))
        if op == "var":
            return scope[rest[0], rest[1]]
        if op in ("lam", "forall", "exists"):
            variable = ("var", next(numbers), rest[0], rest[1])
            return (op, variable, build(rest[2], {**scope, (rest[0], rest[1]): variable}))
        if op == "def":
            _, parameters, body, _ = definitions[rest[0]]
            values = [build(r, scope) for r in rest[1:]]
            return build(body, {(rows[p][1], rows[p][2]): v for p, v in zip(parameters, values, strict=True)})
        return (op, *(build(r, scope) for r in rest))

    return build(goal["formula"], {})


def mentions(node: Any, numbers: set[int]) -> bool:
    """Whether any of the variables occurs."""
    if not isinstance(node, tuple):
        return False
    return node[1] in numbers if node[0] == "var" else any(mentions(c, numbers) for c in node[1:])


def conjuncts(node: Node) -> Iterator[Node]:
    """The parts of a conjunction."""
    if node[0] == "and":
        yield from conjuncts(node[1])
        yield from conjuncts(node[2])
    else:
        yield node


Env = dict[int, Any]


class Evaluator:
    """Evaluates formulas under values of their variables.

    ``trust`` takes a universal quantifier without bounds, in a hypothesis of the goal, for true when sampling finds
    no counterexample; what is then found false is only suspect.
    """

    def __init__(self, seed: int | str = 0, *, trust: bool = False, samples: int = 12, budget: int = 60_000) -> None:
        self.rng = random.Random(seed)
        self.trust, self.samples, self.budget = trust, samples, budget
        self.left = budget
        self.trusting = False
        self.nested = self.universal = 0  # quantifiers sampled around the present formula, and universal ones

    def spend(self) -> None:
        """Count a step of work on the present instance."""
        self.left -= 1
        if self.left < 0:
            raise Exhausted

    def value(self, node: Node, env: Env) -> Any:
        """The value of a term: a number, a vector, or a function."""
        self.spend()
        op = node[0]
        if op == "num":
            return node[1]
        if op == "var":
            return env[node[1]]
        if op == "lam":
            number = node[1][1]
            body = node[2]
            if self.is_formula(body):
                return lambda x: self.truth(body, {**env, number: x})
            return lambda x: self.value(body, {**env, number: x})
        if op == "if":
            condition = self.truth(node[1], env)
            if condition is None:
                raise Unknown("an undecided condition")
            return self.value(node[2] if condition else node[3], env)
        if op in ("sum", "prod"):
            return self.fold(node, env)
        if op == "pi":
            return mpmath.iv.pi
        args = [self.value(a, env) for a in node[1:]]
        if op == "app":
            return args[0](args[1])
        if isinstance(args[0], tuple) or (len(args) > 1 and isinstance(args[1], tuple)):
            return self.vector(op, args)
        if op in ("+", "-", "*", "/"):
            args = [args[0], neg(args[1])] if op == "-" else args
            return {"+": add, "-": add, "*": mul, "/": div}[op](*args)
        if op == "neg":
            return neg(args[0])
        if op == "^":
            return power(*args)
        if op in ("max", "min"):
            return choose(*args, op == "max")
        if op == "binomial":
            return self.binomial(*args)
        if op == "vertices":
            n, m, b = args
            return Fraction(regions([[b(Fraction(i))(Fraction(j)) for j in range(1, int(n) + 1)]
                                     for i in range(1, int(m) + 1)]))  # fmt: skip
        return apply(op, args[0])

    @staticmethod
    def binomial(n: Fraction, k: Fraction) -> Fraction:
        """Pascal's triangle read off the factorials."""
        if n < 0 or n > 500:
            raise Unknown("a binomial coefficient out of range")
        if k < 0 or k > n:
            return Fraction(0)
        f = math.factorial
        return Fraction(f(int(n)), f(int(k)) * f(int(n - k)))

    @staticmethod
    def vector(op: str, args: list[Any]) -> Any:
        """Vectors of R^2 are pairs."""
        if op in ("+", "-"):
            return tuple(add(x, neg(y) if op == "-" else y) for x, y in zip(*args, strict=True))
        if op == "neg":
            return tuple(neg(x) for x in args[0])
        if op == "*":
            return tuple(mul(args[0], x) for x in args[1])
        (a, b), (c, d) = args  # dot
        return add(mul(a, c), mul(b, d))

    def fold(self, node: Node, env: Env) -> Any:
        """A sum or product over an integer range."""
        low, high, f = (self.value(a, env) for a in node[1:])
        if high - low > 3_000:
            raise Unknown("a long sum")
        values = [f(Fraction(i)) for i in range(int(low), int(high) + 1)]
        if not values:
            if node[0] == "sum" and isinstance(f(Fraction(0)), tuple):
                return (Fraction(0), Fraction(0))
            return Fraction(node[0] == "prod")
        result, scalar = values[0], add if node[0] == "sum" else mul
        for x in values[1:]:
            result = self.vector("+", [result, x]) if isinstance(x, tuple) else scalar(result, x)
        return result

    @staticmethod
    def is_formula(node: Node) -> bool:
        """Whether a node is a formula rather than a term."""
        while node[0] == "if":
            node = node[2]
        if node[0] in ("app", "var"):
            depth = 0
            while node[0] == "app":
                node, depth = node[1], depth + 1
            while depth and node[0] == "lam":
                node, depth = node[2], depth - 1
            if node[0] == "var":
                return bool(node[3].split("->")[depth:] == ["bool"])
            return node[0] not in ("app", "lam") and Evaluator.is_formula(node)
        return node[0] in ("=", "<", "<=", "not", "and", "or", "=>", "deriv", "forall", "exists", "true", "false")

    def truth(self, node: Node, env: Env) -> Truth:
        """The truth of a formula, or None."""
        self.spend()
        op = node[0]
        if op in ("true", "false"):
            return op == "true"
        if op in ("and", "or", "=>"):
            return self.connective(op, node, env)
        if op == "not":
            inner = self.negative(node[1], env)
            return None if inner is None else not inner
        if op in ("forall", "exists"):
            return self.quantified(node, env)
        try:
            if op == "deriv":
                f, t, d = (self.value(a, env) for a in node[1:])
                slope = f(Jet(t, Fraction(1)))
                return equal(slope.slope if isinstance(slope, Jet) else Fraction(0), d)
            if op in ("=", "<", "<="):
                x, y = self.value(node[1], env), self.value(node[2], env)
                if op == "=":
                    return equal(x, y)
                if op == "<":
                    return less(x, y)
                above = less(y, x)
                return None if above is None else not above
            if op == "if":
                condition = self.truth(node[1], env)
                return None if condition is None else self.truth(node[2] if condition else node[3], env)
            found = self.value(node, env)
            return found if isinstance(found, bool) else None
        except (Unknown, ZeroDivisionError, OverflowError):
            return None

    def connective(self, op: str, node: Node, env: Env) -> Truth:
        """and, or, => with the second part only where the first leaves it open."""
        if op == "=>":
            left, op = self.negative(node[1], env), "or"
            left = None if left is None else not left
        else:
            left = self.truth(node[1], env)
        stop = op == "or"
        if left is stop:
            return stop
        right = self.truth(node[2], env)
        if right is stop:
            return stop
        return None if left is None or right is None else not stop

    def negative(self, node: Node, env: Env) -> Truth:
        """A formula whose negation counts: nothing in it is taken on trust."""
        before, self.trusting = self.trusting, False
        try:
            return self.truth(node, env)
        finally:
            self.trusting = before

    def quantified(self, node: Node, env: Env) -> Truth:
        """Exactly over a bounded range of integers; by samples otherwise."""
        op, variable, body = node
        number, sort = variable[1], variable[3]
        stop = op == "exists"
        span = self.span(op, number, body, env) if sort == "int" else None
        if sort == "bool":
            candidates: Iterator[Any] = iter((True, False))
        elif span is not None:
            candidates = (Fraction(i) for i in span)
        else:  # fewer, the deeper such quantifiers are nested
            least = (2 if self.universal else 32) if self.trusting and op == "forall" else 1
            candidates = (self.draw(variable, env, []) for _ in range(max(least, self.samples >> 2 * self.nested)))
        unsure, sampled = False, span is None and sort != "bool"
        self.nested += sampled
        self.universal += sampled and op == "forall"
        try:
            for x in candidates:
                found = self.truth(body, {**env, number: x})
                if found is stop:
                    return stop
                unsure = unsure or found is None
        finally:
            self.nested -= sampled
            self.universal -= sampled and op == "forall"
        if unsure or (sampled and not (self.trusting and op == "forall")):
            return None
        return not stop

    def span(self, op: str, number: int, body: Node, env: Env) -> range | None:
        """The range that the guards of a quantified integer state, if they do and it is short."""
        guards, joint = [], "=>" if op == "forall" else "and"
        while body[0] == joint:
            guards += list(conjuncts(body[1]))
            body = body[2]
        if op == "exists":
            guards += list(conjuncts(body))
        low, high = self.bounds(number, guards, env)
        if low is None or high is None:
            return None
        first, last = math.ceil(low[0]), math.floor(high[0])
        return range(first, last + 1) if last - first < CAP else None

    def bounds(self, number: int, guards: list[Node], env: Env) -> tuple[Any, Any]:
        """The largest lower and smallest upper bound, each with whether it is strict, among comparisons."""
        low = high = None
        for g in guards:
            strict = g[0] == "<"
            if g[0] not in ("<", "<=", "="):
                continue
            for side, other in ((1, 2), (2, 1)):
                if g[side][:2] != ("var", number) or mentions(g[other], {number}):
                    continue
                try:
                    edge = self.value(g[other], env)
                except (Unknown, KeyError):
                    continue
                if not isinstance(edge, Fraction):
                    edge = Fraction(str(mpmath.nstr(mpmath.mpf(edge.mid), 15))) if edge is not None else edge
                if (side == 2 or g[0] == "=") and (low is None or edge >= low[0]):
                    low = (edge, strict)
                if (side == 1 or g[0] == "=") and (high is None or edge <= high[0]):
                    high = (edge, strict)
        return low, high

    # Drawing values.

    def draw(self, variable: Node, env: Env, guards: list[Node]) -> Any:
        """A value for a variable, within the bounds that the guards state for it."""
        sort, rng = variable[3], self.rng
        if sort == "bool":
            return rng.random() < 0.5
        if sort in ("int", "real"):
            return self.draw_number(variable, env, guards)
        if sort[0] == "V" and "->" not in sort:
            pool = [x for x in env.values() if isinstance(x, tuple)]
            if pool and rng.random() < 0.2:
                return rng.choice(pool)
            return (rng.choice(SMALL), rng.choice(SMALL))
        equations = list(self.equations(variable, guards))
        if equations:
            return self.by_equations(equations, env, self.draw_function(sort, env))
        return self.draw_function(sort, env)

    def draw_number(self, variable: Node, env: Env, guards: list[Node]) -> Fraction:
        """A number within its bounds: their ends, the middle, near them; small or familiar values without bounds."""
        rng, whole = self.rng, variable[3] == "int"
        low, high = self.bounds(variable[1], guards, env)
        choices: list[Fraction] = []
        if low is None and high is None:
            choices = [x for x in SMALL if not whole or x.denominator == 1]
            choices += [Fraction(rng.randrange(-40, 41), 1 if whole else rng.randrange(1, 9)) for _ in range(4)]
            for f in env.values():
                choices += getattr(f, "special", [])
            choices += [x for x in env.values() if isinstance(x, Fraction)]
        else:
            step = Fraction(1) if whole else Fraction(rng.randrange(1, 12), rng.choice([1, 2, 3, 10, 100]))
            if low is not None:
                base = Fraction(math.floor(low[0])) if whole else low[0]
                choices += [low[0], base + step, base + 2 * step, base + 1, base + 3, base + rng.randrange(5)]
            if high is not None:
                base = Fraction(math.ceil(high[0])) if whole else high[0]
                choices += [high[0], base - step, base - 1, base - Fraction(1, 100)]
            if low is not None and high is not None:
                choices += [low[0] + (high[0] - low[0]) * Fraction(rng.randrange(17), 16)] * 4
            for f in env.values():
                choices += getattr(f, "special", [])
        fitting = [
            x for x in choices
            if (not whole or x.denominator == 1)
            and (low is None or x > low[0] or (x == low[0] and not low[1]))
            and (high is None or x < high[0] or (x == high[0] and not high[1]))
        ]  # fmt: skip
        return rng.choice(fitting) if fitting else Fraction(rng.randrange(-3, 8))

    def equations(self, variable: Node, guards: list[Node]) -> Iterator[tuple[list[Node], Node, set[int]]]:
        """Equations f(p)(q)... = e among hypotheses, under quantifiers: patterns, right side, bound variables."""

        def strip(g: Node, bound: set[int]) -> Iterator[tuple[list[Node], Node, set[int]]]:
            if g[0] == "forall":
                yield from strip(g[2], bound | {g[1][1]})
            elif g[0] == "=>":
                yield from strip(g[2], bound)
            elif g[0] == "and":
                yield from strip(g[1], bound)
                yield from strip(g[2], bound)
            elif g[0] == "=":
                head, patterns = g[1], []
                while head[0] == "app":
                    head, patterns = head[1], [head[2], *patterns]
                if head[:2] == variable[:2] and len(patterns) == variable[3].count("->"):
                    yield patterns, g[2], bound

        for g in guards:
            yield from strip(g, set())

    def by_equations(self, equations: list[tuple[list[Node], Node, set[int]]], env: Env, otherwise: Any) -> Any:
        """A function by its defining equations; what they leave open is as in another function."""
        arity = len(equations[0][0])
        memo: dict[Any, Any] = {}

        def match(pattern: Node, x: Any, found: Env, bound: set[int]) -> bool:
            if pattern[0] == "var" and pattern[1] in bound:
                return found.setdefault(pattern[1], x) == x
            if pattern[0] == "+" and pattern[1][0] == "var" and pattern[1][1] in bound and pattern[2][0] == "num":
                return match(pattern[1], x - pattern[2][1], found, bound) if isinstance(x, Fraction) else False
            try:
                return not mentions(pattern, bound) and equal(self.value(pattern, full), x) is True
            except (Unknown, KeyError):
                return False

        full: Env = {}

        def call(args: tuple[Any, ...]) -> Any:
            key = args if all(isinstance(a, Fraction) for a in args) else None
            if key is None or key not in memo:
                result = None
                for patterns, right, bound in equations:
                    found: Env = {}
                    if all(match(p, a, found, bound) for p, a in zip(patterns, args, strict=True)):
                        try:
                            result = self.value(right, {**full, **found})
                            break
                        except (KeyError, RecursionError):
                            continue
                if result is None:
                    result = otherwise
                    for a in args:
                        result = result(a)
                if key is None:
                    return result
                memo[key] = result
            return memo[key]

        def curry(args: tuple[Any, ...]) -> Any:
            return (lambda x: call((*args, x))) if len(args) == arity - 1 else (lambda x: curry((*args, x)))

        function = curry(())
        full.update(env)
        function.__dict__["bind"] = full.update  # variables drawn later may stand in the equations
        return function

    def draw_function(self, sort: str, env: Env) -> Any:
        """A random function of a sort."""
        arguments, rng = sort.split("->"), self.rng
        value = arguments.pop()
        integers = [int(x) for x in env.values() if isinstance(x, Fraction) and x.denominator == 1 and 0 <= x < 40]
        if sort == "real->real":
            return Piecewise.draw(rng)
        if sort in ("V->real", "V->V", "V->V->V"):
            shape = next((f.quadratic for f in env.values() if hasattr(f, "quadratic")), None) or Quadratic.draw(rng)
            return shape.function(sort)
        style = rng.choice(["small", "bits", "signs", "increasing", "constant", "permutation", "distribution", "wild"])
        size = rng.choice(integers or [3])
        order = list(range(1, size + 1))
        rng.shuffle(order)
        weights = [rng.randrange(0, 5) for _ in range(size)] or [1]
        start, step = rng.choice(SMALL), Fraction(rng.randrange(1, 5), rng.randrange(1, 4))
        table: dict[Any, Any] = {}

        def leaf(args: tuple[Any, ...]) -> Any:
            if any(isinstance(a, Jet) for a in args):
                raise Unknown("a random function has no derivative")
            if args not in table:
                table[args] = fresh(args[-1])
            return table[args]

        def fresh(i: Any) -> Any:
            if value == "bool":
                return rng.random() < 0.5
            if value[0] == "V":
                return (rng.choice(SMALL), rng.choice(SMALL))
            whole = value == "int"
            inside = isinstance(i, Fraction) and i.denominator == 1 and 1 <= i <= size
            if style == "bits":
                return Fraction(rng.randrange(2))
            if style == "signs":
                return Fraction(rng.choice([-1, 1]))
            if style == "increasing" and isinstance(i, Fraction):
                return Fraction(math.floor(start)) + i * (1 if whole else step)
            if style == "constant":
                return Fraction(math.floor(start)) if whole else start
            if style == "permutation" and inside:
                return Fraction(order[int(i) - 1])
            if style == "distribution" and inside and not whole and sum(weights):
                return Fraction(weights[int(i) - 1], sum(weights))
            x = rng.choice(SMALL) if style == "small" else Fraction(rng.randrange(-20, 21), rng.randrange(1, 6))
            return Fraction(math.floor(x)) if whole else x

        def curry(args: tuple[Any, ...], left: int) -> Any:
            return leaf(args) if left == 0 else lambda x: curry((*args, x), left - 1)

        return curry((), len(arguments))

    # Goals.

    def instance(self, node: Node) -> tuple[Truth, bool, Env]:
        """Draw the variables of a goal's prefix: the truth of the goal there, whether its hypotheses were met."""
        env: Env = {}
        self.trusting = False
        prefix, rest = [], node
        while rest[0] in ("forall", "=>"):
            prefix.append(rest)
            rest = rest[2]
        guards = [c for p in prefix if p[0] == "=>" for c in conjuncts(p[1])]
        # Numbers first: functions are drawn for given sizes; then what equations define, which may use the others.
        variables = [p[1] for p in prefix if p[0] == "forall"]
        defined = {v[1] for v in variables if "->" in v[3] and any(True for _ in self.equations(v, guards))}
        for v in sorted(variables, key=lambda v: (v[1] in defined, "->" in v[3] and not v[3].startswith("V"))):
            env[v[1]] = self.draw(v, env, guards)
        for f in env.values():
            if hasattr(f, "bind"):
                f.bind(env)
        for p in prefix:
            if p[0] == "=>":
                self.trusting = self.trust
                met = self.truth(p[1], env)
                self.trusting = False
                if met is not True:
                    return (True if met is False else None), False, env
        return self.truth(rest, env), True, env

    def decide(self, node: Node, instances: int = 30) -> tuple[Truth, int]:
        """False when some instance refutes a formula; true when it was evaluated exactly; otherwise None.

        Returns also the number of instances that met the hypotheses.
        """
        if node[0] == "and":
            left, right = self.decide(node[1], instances), self.decide(node[2], instances)
            both = False if False in (left[0], right[0]) else None if None in (left[0], right[0]) else True
            return both, left[1] + right[1]
        if node[0] not in ("forall", "=>"):
            self.left = self.budget
            return self.safely(lambda: self.truth(node, {})), 1
        met = 0
        for _ in range(instances):
            self.left = self.budget
            found = self.safely(lambda: self.instance(node))
            if found is None:
                continue
            met += found[1]
            if found[0] is False:
                return False, met
        return None, met

    def safely(self, compute: Callable[[], Any]) -> Any:
        """The result, or None where it cannot be told."""
        try:
            return compute()
        except (Unknown, Exhausted, RecursionError, ZeroDivisionError, OverflowError):
            return None


class Piecewise:
    """A random piecewise linear or quadratic function of the reals, continuous."""

    def __init__(self, knots: list[Fraction], start: Fraction, slopes: list[Fraction], bend: Fraction) -> None:
        self.knots, self.start, self.slopes, self.bend = knots, start, slopes, bend
        self.special = [*knots, *(k + 1 for k in knots[:2])]

    @classmethod
    def draw(cls, rng: random.Random) -> Piecewise:
        """Up to four knots, small slopes; often zero, affine, or quadratic."""
        knots = sorted({Fraction(rng.randrange(-6, 7), rng.randrange(1, 4)) for _ in range(rng.randrange(0, 4))})
        slopes = [rng.choice(SMALL) for _ in range(len(knots) + 1)]
        bend = rng.choice([Fraction(0), Fraction(0), *SMALL[:6]])
        if rng.random() < 0.2:
            slopes, bend = [Fraction(0)] * len(slopes), Fraction(0)
        return cls(knots, rng.choice(SMALL), slopes, bend)

    def __call__(self, x: Any) -> Any:
        here = x.value if isinstance(x, Jet) else x
        result = add(self.start, mul(self.bend, mul(x, x)))
        result = add(result, mul(self.slopes[0], x))
        for knot, before, after in zip(self.knots, self.slopes, self.slopes[1:], strict=False):
            beyond = less(knot, here)
            if beyond is None or (isinstance(x, Jet) and equal(knot, here) is not False):
                raise Unknown("at a knot")
            if beyond:
                result = add(result, mul(after - before, add(x, -knot)))
        return result


class Quadratic:
    """f(x) = <x, A x> / 2 + <b, x> + c on R^2 with its gradient and Hessian, A symmetric."""

    def __init__(self, a: tuple[Fraction, Fraction, Fraction], b: tuple[Fraction, Fraction], c: Fraction) -> None:
        self.a, self.b, self.c = a, b, c
        p, q, r = a
        self.special = [abs(p) + abs(q), max(abs(p), abs(r)) if q == 0 else abs(q) + max(abs(p), abs(r))]

    @classmethod
    def draw(cls, rng: random.Random) -> Quadratic:
        """Mostly diagonal, so that the norm is rational."""
        p, r = rng.choice(SMALL), rng.choice(SMALL)
        q = rng.choice([Fraction(0), Fraction(0), rng.choice(SMALL)])
        return cls((p, q, r), (rng.choice(SMALL), rng.choice(SMALL)), rng.choice(SMALL))

    def hessian(self, x: Any) -> Any:
        """A x."""
        p, q, r = self.a
        return (add(mul(p, x[0]), mul(q, x[1])), add(mul(q, x[0]), mul(r, x[1])))

    def function(self, sort: str) -> Any:
        """The quadratic form, its gradient, or its Hessian, by sort."""

        def f(x: Any) -> Any:
            y = self.hessian(x)
            half = mul(Fraction(1, 2), add(mul(x[0], y[0]), mul(x[1], y[1])))
            return add(add(half, add(mul(self.b[0], x[0]), mul(self.b[1], x[1]))), self.c)

        def g(x: Any) -> Any:
            return tuple(add(u, v) for u, v in zip(self.hessian(x), self.b, strict=True))

        def h(x: Any) -> Any:
            return self.hessian

        found = {"V->real": f, "V->V": g, "V->V->V": h}[sort]
        found.__dict__.update(quadratic=self, special=self.special)
        return found


def judge(goal: dict[str, Any], *, seed: int | str = 0, trust: bool = False, instances: int = 30,
          verdict: str = "holds") -> tuple[Truth, int]:
    """Evaluate a goal (or, for ``fails``, its negation): true, false or None, and how many instances counted."""
    try:
        node = read(goal)
    except (Unknown, RecursionError):
        return None, 0
    if verdict == "fails":
        node = ("not", node)
    return Evaluator(seed, trust=trust).decide(node, instances)
