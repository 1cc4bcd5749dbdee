"""The first stage of margins: a formula as a straight line of array operations, with one error bound for each value.

A batch of instances is described by *facts* about its columns: between which numbers they lie, and of which power of
two they are multiples. From them the compiler derives, by scalar arithmetic and once for a kind of batch, for every
value that the program will compute

- ``low`` and ``high``, between which the computed values lie;
- ``grain``: every computed value is a multiple of 2^grain;
- ``least``: no computed value but 0 is smaller than it in magnitude;
- ``relative`` and ``absolute``: the true value differs from the computed one c by at most relative |c| + absolute.

An operation whose exact result is a multiple of 2^grain below 2^(p + grain), p the digits of the precision, is exact;
this covers integers and short dyadic numbers, for which both errors stay 0. Otherwise rounding to nearest gives
|exact - c| <= u |c|, u = 2^-p, plus at most the smallest normal number where products and quotients may underflow
(which also covers devices that flush subnormal numbers to 0). Each operation is rounded on its own: array libraries
do not contract a product and a sum of separate calls. Nothing is assumed of an instance at which a value is not
finite, lies outside an operation's domain or too near its edge, or is in doubt otherwise: such instances are marked by
masks, the ``doubts`` of a value, and every comparison of doubtful values is left open.

A subterm that takes few different values on the batch, because it depends only on columns with few possible values, is
computed once for each of them by ``numerics.balls`` and looked up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from numerics.backend import backend, special, to_numpy
from numerics.balls import Array, Environment, Evaluation, NotObservable
from numerics.terms import TABLE

LOOKED_UP = 4_096  # values of a table
LONGEST = 1_500  # operations of a program
LARGEST_POWER = 4_096
LONGEST_CONSTANT = 4_096  # bits of an exact constant
FAINT = 2.0**-100  # absolute errors so much smaller than the relative one matter only where both sides are tiny
SMALLER = 2.0**-12  # absolute errors so much smaller are worth an exact threshold for each instance
LARGEST_ERROR = 0.25  # a relative error beyond which values say too little
LIBRARY_ULPS = 4  # what exp, log and erf are trusted to; for float32 NumPy states less than 4 for each
SLACK = 1 + 2.0**-40  # for the rounding errors of the bounds themselves
PROBED = 512  # instances from which the grain of a column is guessed, before all of it is compared
FINEST = 60  # grains beyond -60 are of no use
# The price of an operation, in additions: what is dearer than LOOKUP is looked up where it can be.
PRICES = {"exp": 14, "log": 14, "erf": 16, "sqrt": 4, "^": 25, "sum": 50, "prod": 50, "binomial": 50, "if": 6,
          "floor": 4, "/": 1.5, "num": 0, "var": 0, "bound": 0, "lam": 0}  # fmt: skip
LOOKUP, LOOKUP_BY_ANOTHER = 5.0, 3.0
Mask = bool | int  # the same for all instances, or the place of an array of booleans


class Precision(NamedTuple):
    """A floating-point format: its digits, least normal and greatest number."""

    digits: int
    normal: float
    greatest: float


PRECISIONS = {
    "float64": Precision(53, 2.0**-1022, float(np.finfo(np.float64).max)),
    "float32": Precision(24, 2.0**-126, float(np.finfo(np.float32).max)),
}


class Unfit(Exception):
    """There is no program for such a batch: it goes to the second stage as a whole."""


class Fact(NamedTuple):
    """Of a column: low <= x <= high, and every x is a multiple of 2^grain (None where it is not known)."""

    low: float
    high: float
    grain: int | None

    @property
    def values(self) -> float:
        """How many values are possible."""
        return math.inf if self.grain is None else (self.high - self.low) * 2.0**-self.grain + 1


def slices(n: int, block: int) -> Iterator[slice]:
    """Slices of at most ``block`` that together are n long."""
    return (slice(start, min(start + block, n)) for start in range(0, n, block))


def range_of(xp: ModuleType, column: Array, block: int) -> tuple[float, float]:
    """The least and the greatest number of a column of shape (n,), from passes over some ``block`` numbers at a time.
    Raises Unfit for numbers that are not finite."""
    parts = [column[part] for part in slices(int(column.shape[0]), 4 * block)]
    lows, highs = ([_host(f(p)) for p in parts] for f in (xp.min, xp.max))
    if not all(map(math.isfinite, lows + highs)):  # NaN as well
        raise Unfit
    return min(lows) + 0.0, max(highs) + 0.0


def grain_of(xp: ModuleType, column: Array, block: int) -> int | None:
    """0 for integers, else a common power of two where there is one of use: guessed from a few, verified on all.
    The numbers must be smaller than 2^900."""
    parts = [column[part] for part in slices(int(column.shape[0]), 4 * block)]
    grain = min(0, _common_grain(to_numpy(column[: min(PROBED, int(column.shape[0]))])))
    while grain >= -FINEST:
        finer = next((p for p in parts if not _multiples(xp, p, grain)), None)
        if finer is None:
            return grain
        guess = _common_grain(to_numpy(finer[: min(PROBED, int(finer.shape[0]))]))
        grain = guess if guess < grain else grain - 4
    return None


def fact(low: float, high: float, grain: int | None) -> Fact:
    """A fact, its bounds rounded outwards to powers of two where there are many values: batches of one kind agree."""
    exactly = Fact(low, high, grain)
    return exactly if exactly.values <= LOOKED_UP else Fact(-_power_above(-low), _power_above(high), grain)


def _multiples(xp: ModuleType, part: Array, grain: int) -> bool:
    """Whether all numbers are multiples of 2^grain."""
    scaled = part if grain == 0 else part * 2.0**-grain
    return bool(_host(xp.all(xp.floor(scaled) == scaled)))


def _power_above(x: float) -> float:
    """The least power of two that is at least x; for a negative x the negative of the greatest one that is at most
    -x; 0 for 0, and within the range of float64."""
    if x == 0:
        return 0.0
    mantissa, exponent = math.frexp(abs(x))
    if x < 0:
        return -math.ldexp(1.0, exponent - 1)
    return math.ldexp(1.0, min(exponent - (mantissa == 0.5), 1023)) if x <= 2.0**1023 else x


class Value(NamedTuple):
    """Where a value is, and what is known of it: see the top of the module. A rational constant is ``exact``."""

    place: int
    low: float
    high: float
    relative: float = 0.0
    absolute: float = 0.0
    grain: int | None = None
    least: float = 0.0
    doubts: frozenset[int] = frozenset()
    exact: Fraction | None = None

    @property
    def size(self) -> float:
        """An upper bound on the magnitude of the computed values."""
        return max(-self.low, self.high)

    @property
    def sure(self) -> bool:
        """Whether the computed values are the true ones, doubtful instances apart."""
        return self.relative == 0 and self.absolute == 0

    @property
    def spread(self) -> float:
        """An upper bound on the error."""
        return (self.relative * self.size if self.relative else 0.0) * SLACK + self.absolute


class Judged(NamedTuple):
    """A formula: the place of its margin (None if nobody asked), the instances outside its conditions (where the
    margin is infinite instead), those where it certainly holds and where it certainly fails, and those where the
    margin is in doubt, for that of a value or of a condition."""

    margin: int | None
    outside: Mask
    holds: Mask
    fails: Mask
    vague: Mask


class Program:
    """Operations in order, each a function, the slots of its arguments and the slot of its result. ``blind``: some
    equation is never seen to hold, because its sides are not known to be exact."""

    def __init__(self, xp: ModuleType, slots: list[Any], leaves: list[tuple[int, str]],
                 code: list[tuple[Callable[..., Array], tuple[int, ...], int]],
                 outputs: list[Mask], blind: bool) -> None:  # fmt: skip
        self.blind = blind
        self.xp, self.slots, self.leaves, self.code, self.outputs = xp, slots, leaves, code, outputs

    def __call__(self, columns: dict[str, Array]) -> tuple[Array, Array, Array]:
        """Margins (float64), status (int8) and which instances are left open (bool), each of shape (n,), or of shape ()
        if it is the same for all."""
        xp = self.xp
        slots = self.slots.copy()
        for slot, name in self.leaves:
            slots[slot] = columns[name]
        for function, arguments, result in self.code:
            slots[result] = function(*[slots[k] for k in arguments])
        margin, holds, fails, left_open = (xp.asarray(k) if isinstance(k, bool) else slots[k] for k in self.outputs)
        status = xp.astype(holds, xp.int8) - xp.astype(fails, xp.int8)
        return xp.astype(margin, xp.float64, copy=False), status, left_open


class Compiler:
    """Builds the program of one formula for batches with given facts; equal operations are built once.

    ``tables`` keeps what was looked up, for all programs of the formula.
    """

    def __init__(self, xp: ModuleType, functions: Any, dtype: str, facts: dict[str, Fact],
                 tables: dict[Any, Any]) -> None:  # fmt: skip
        self.xp, self.functions, self.dtype = xp, functions, getattr(xp, dtype)
        self.single = dtype == "float32"
        self.digits, self.normal, self.greatest = PRECISIONS[dtype]
        self.u = 2.0**-self.digits
        self.library = LIBRARY_ULPS * 2 * self.u
        self.facts, self.tables, self.blind = facts, tables, False
        self.code: list[tuple[str, tuple[Any, ...]]] = []
        self.places: dict[tuple[str, tuple[Any, ...]], int] = {}
        self.memo: dict[Any, Value] = {}
        self.prices: dict[int, float] = {}

    def program(self, root: int) -> Program:
        """The program of the formula at index ``root`` of the table of terms. Raises Unfit."""
        try:
            judged = self.formula(root, True, (), True)
        except (OverflowError, RecursionError) as error:
            raise Unfit from error
        assert judged.margin is not None
        margin = judged.margin
        if judged.outside is True:
            margin = self.literal(math.inf)
        elif judged.outside is not False:
            margin = self.emit("where", judged.outside, self.literal(math.inf), margin)
        settled = self.both(self.either(judged.holds, judged.fails), self.other(judged.vague))
        return self._assemble(margin, judged.holds, judged.fails, self.other(settled))

    # Code.

    def emit(self, op: str, *args: Any) -> int:
        """The place of an operation's result."""
        key = (op, args)
        if key not in self.places:
            if len(self.code) >= LONGEST:
                raise Unfit
            self.places[key] = len(self.code)
            self.code.append(key)
        return self.places[key]

    def literal(self, value: float) -> int:
        """The place of a number of the precision that is computed in."""
        return self.emit("literal", value, math.copysign(1.0, value))

    def _assemble(self, *outputs: Mask) -> Program:
        """Only what the outputs need, each result in a slot that nothing needs any more: arrays are freed early."""
        xp = self.xp
        wanted = {k for k in outputs if not isinstance(k, bool)}
        last: dict[int, int] = {k: len(self.code) for k in wanted}
        for place in range(len(self.code) - 1, -1, -1):
            op, args = self.code[place]
            if place in last and op not in LEAVES:
                for k in args:
                    last.setdefault(k, place)
        slots: list[Any] = []
        slot_of: dict[int, int] = {}
        free: list[int] = []
        leaves, code = [], []
        for place, (op, args) in enumerate(self.code):
            if place not in last:
                continue
            if op in LEAVES:
                slot_of[place] = len(slots)
                slots.append(None if op == "column" else self._leaf(op, args))
                if op == "column":
                    leaves.append((slot_of[place], args[0]))
                continue
            ending = {k for k in args if last[k] == place and self.code[k][0] not in LEAVES}
            free += [slot_of[k] for k in ending]
            if free:
                slot_of[place] = free.pop()
            else:
                slot_of[place] = len(slots)
                slots.append(None)
            code.append((self._function(op), tuple(slot_of[k] for k in args), slot_of[place]))
        return Program(xp, slots, leaves, code, [k if isinstance(k, bool) else slot_of[k] for k in outputs],
                       self.blind)  # fmt: skip

    def _leaf(self, op: str, args: tuple[Any, ...]) -> Array:
        if op == "literal":
            return self.xp.asarray(args[0], dtype=self.dtype)
        if op == "double":
            return self.xp.asarray(args[0], dtype=self.xp.float64)
        return self.xp.asarray(self.tables[args[0]][0], dtype=self.dtype)

    def _function(self, op: str) -> Callable[..., Array]:
        xp = self.xp
        if op == "erf":
            return self.functions.erf
        if op == "place":
            return lambda x: xp.astype(x, xp.int64)
        if op == "cast":
            return lambda x: xp.astype(x, self.dtype)
        return getattr(xp, op)

    # Masks.

    def both(self, a: Mask, b: Mask) -> Mask:
        """a and b."""
        if isinstance(a, bool) or isinstance(b, bool):
            return (b if a else False) if isinstance(a, bool) else (a if b else False)
        if a == b or a == self.other(b):
            return a if a == b else False
        return self.emit("logical_and", *sorted((a, b)))

    def either(self, a: Mask, b: Mask) -> Mask:
        """a or b."""
        if isinstance(a, bool) or isinstance(b, bool):
            return (True if a else b) if isinstance(a, bool) else (True if b else a)
        if a == b or a == self.other(b):
            return a if a == b else True
        return self.emit("logical_or", *sorted((a, b)))

    def other(self, a: Mask) -> Mask:
        """not a."""
        if isinstance(a, bool):
            return not a
        op, args = self.code[a]
        return int(args[0]) if op == "logical_not" else self.emit("logical_not", a)

    def any_of(self, masks: Iterable[int]) -> Mask:
        """The union."""
        result: Mask = False
        for m in sorted(masks):
            result = self.either(result, m)
        return result

    # Formulas.

    def formula(self, t: int, positive: bool, env: Environment, wanted: bool) -> Judged:
        """A formula or its negation; its margin too where ``wanted``. As ``numerics.balls`` has it."""
        op, *args = TABLE.nodes[t]
        if op in ("=", "<", "<="):
            return self._comparison(op, args, positive, env, wanted)
        if op in ("true", "false"):
            holds = (op == "true") == positive
            return Judged(self.literal(1.0 if holds else -1.0), False, holds, not holds, False)
        if op == "not":
            return self.formula(args[0], not positive, env, wanted)
        if op == "if":
            condition, other = (self.formula(args[0], sign, env, wanted) for sign in (True, False))
            yes, no = (self.formula(k, positive, env, wanted) for k in args[1:])
            return self._join(self._join(condition, yes, True), self._join(other, no, True), False)
        if op == "=>" and positive:
            premise = self.formula(args[0], True, env, False)
            conclusion = self.formula(args[1], True, env, wanted)
            known = self.either(premise.holds, premise.fails)
            vague = self.either(self.other(known), self.both(premise.holds, conclusion.vague))
            return Judged(conclusion.margin, self.either(premise.fails, conclusion.outside),
                          self.either(premise.fails, conclusion.holds), self.both(premise.holds, conclusion.fails),
                          vague)  # fmt: skip
        first = self.formula(args[0], positive or op == "=>", env, wanted)
        second = self.formula(args[1], positive and op != "=>", env, wanted)
        return self._join(first, second, (op == "and") == positive or op == "=>")

    def _join(self, a: Judged, b: Judged, conjunction: bool) -> Judged:
        holds, fails = self._joined(a, b) if conjunction else self._joined(a, b, (3, 2))[::-1]
        if a.margin is None or b.margin is None:
            return Judged(None, False, holds, fails, False)
        margin = self.emit("minimum" if conjunction else "maximum", self._bare(a), self._bare(b))
        return Judged(margin, False, holds, fails, self.either(a.vague, b.vague))

    def _joined(self, a: Judged, b: Judged, places: tuple[int, int] = (2, 3)) -> tuple[Mask, Mask]:
        """Where both hold, and where one fails; with the places of these masks exchanged, the same for a disjunction.
        Of two formulas that nowhere are open, one mask is enough."""
        (here, there), (also, other) = ((j[places[0]], j[places[1]]) for j in (a, b))
        all_of = self.both(here, also)
        if there == self.other(here) and other == self.other(also):
            return all_of, self.other(all_of)
        return all_of, self.either(there, other)

    def _bare(self, j: Judged) -> int:
        """The margin, infinite outside the conditions."""
        assert j.margin is not None
        if isinstance(j.outside, bool):
            return self.literal(math.inf) if j.outside else j.margin
        return self.emit("where", j.outside, self.literal(math.inf), j.margin)

    def _comparison(self, op: str, args: list[int], positive: bool, env: Environment, wanted: bool) -> Judged:
        """The computed gap is fl(r - l), off by u of itself, so that the true one has its sign where it exceeds
        R (|l| + |r|) + A, R the greater relative error and A the sum of the absolute ones; SLACK and a few u make up
        for rounding in gap, scale, margin and threshold. Exact sides are compared as they are.

        An instance whose margin the second stage might see otherwise, for a value or a condition in doubt, is vague and
        goes there even if its sign is certain.
        """
        left, right = (self.number(k, env) for k in args)
        if op != "=" and not positive:
            left, right, op = right, left, "<=" if op == "<" else "<"
        doubt = self.any_of(left.doubts | right.doubts)
        relative, absolute = max(left.relative, right.relative), left.absolute + right.absolute
        gap = self._gap(left, right) if wanted or not (left.sure and right.sure) else -1
        margin = scale = None
        if wanted:
            scale = self.emit("add", self._magnitude(left), self._magnitude(right))
            if max(left.low, -left.high, right.low, -right.high) <= 0:  # 0/0 is 0
                scale = self.emit("maximum", scale, self.literal(2.0**-149 if self.single else 5e-324))
            margin = self.emit("divide", gap, scale)
        if left.sure and right.sure:
            name = {"=": "equal", "<": "less", "<=": "less_equal"}[op]
            holds: Mask = self.emit(name, left.place, right.place)
            fails = self.other(holds)
        else:
            holds, fails = self._beyond(gap, margin, scale, relative, absolute, left.size + right.size)
            if op == "=":
                holds, fails, self.blind = False, self.either(holds, fails), True
        calm = self.other(doubt)
        holds, fails = self.both(holds, calm), self.both(fails, calm)
        if op == "=":
            if margin is not None:
                margin = self.emit("abs", margin)
                margin = self.emit("subtract", self.literal(0.0), margin) if positive else margin  # not -0
            holds, fails = (holds, fails) if positive else (fails, holds)
        return Judged(margin, False, holds, fails, doubt)

    def _beyond(self, gap: int, margin: int | None, scale: int | None, relative: float, absolute: float,
                size: float) -> tuple[Mask, Mask]:  # fmt: skip
        """Where the gap exceeds the error, and where it is below its negative."""
        slack = SLACK * (1 + 16 * self.u) * (1 + 2.0**-20)
        total = (absolute + relative * size) * slack
        if not math.isfinite(absolute):
            return False, False
        if margin is not None and absolute <= FAINT * relative:
            beyond, below = (
                self.emit(name, margin, self.literal(sign * self._up(relative * slack)))
                for name, sign in (("greater", 1), ("less", -1))
            )
            if absolute == 0:
                return beyond, below
            ample = self.emit("greater", scale, self.literal(self._up(absolute * 2**30 / relative)))
            return self.both(beyond, ample), self.both(below, ample)
        bound = total + 4 * self.normal
        if margin is not None and absolute < SMALLER * relative * size:
            share = self.emit("multiply", scale, self.literal(self._up(relative * slack)))
            limit = self.emit("add", share, self.literal(self._up(absolute * slack + 4 * self.normal)))
            return self.emit("greater", gap, limit), self.emit("less", gap, self.emit("negative", limit))
        if not bound < self.greatest / 4:
            return False, False
        bound = self._up(bound)
        return self.emit("greater", gap, self.literal(bound)), self.emit("less", gap, self.literal(-bound))

    def _up(self, x: float) -> float:
        """A number of the precision that is at least x."""
        return x * (1 + 4 * self.u) if self.single else x

    def _gap(self, left: Value, right: Value) -> int:
        if left.exact == 0:
            return right.place
        return self.emit("negative", left.place) if right.exact == 0 else self.emit("subtract", right.place, left.place)

    def _magnitude(self, a: Value) -> int:
        return a.place if a.low >= 0 else self.emit("abs", a.place)

    # Numbers.

    def number(self, t: int, env: Environment) -> Value:
        """The value of a term."""
        key = (t, env if TABLE.loose[t] else ())
        if key not in self.memo:
            op, *args = TABLE.nodes[t]
            found = self._looked_up(t, key[1]) if op not in ("num", "var", "bound") else None
            self.memo[key] = found or OPERATIONS[op](self, args, env)
        return self.memo[key]

    def value(self, place: int, low: float, high: float, relative: float = 0.0, absolute: float = 0.0, *,
              grain: int | None = None, least: float = 0.0, doubts: frozenset[int] = frozenset(),
              finite: bool = True) -> Value:  # fmt: skip
        """A value, its bounds widened for the precision and cut to its range; doubted where it may not be finite."""
        if self.single and (relative or absolute):
            low, high = low - abs(low) * 4 * self.u, high + abs(high) * 4 * self.u
        if not finite or not (-self.greatest / 4 < low and high < self.greatest / 4):  # NaN as well
            mark = self.other(self.emit("isfinite", place))
            assert not isinstance(mark, bool)
            doubts |= {mark}
            low = max(low, -self.greatest) if low == low else -self.greatest
            high = min(high, self.greatest) if high == high else self.greatest
        if low > high:  # no instance is free of doubt
            low, high = high, low
        grain = grain if grain is not None and grain >= math.frexp(self.normal)[1] - 1 else None
        least = max(least, low, -high, 0.0 if grain is None else 2.0**grain)
        relative, absolute = (x * SLACK if x == x else math.inf for x in (relative, absolute))
        if relative >= LARGEST_ERROR:
            raise Unfit
        return Value(place, low, high, relative, absolute, grain, least, doubts)

    def rounding(self, low: float, high: float, grain: int | None) -> float:
        """u, or 0 where results of these bounds and this grain are exact."""
        exact = grain is not None and max(-low, high) < 2.0 ** min(self.digits + grain, 1000)
        return 0.0 if exact else self.u

    def constant(self, exact: Fraction) -> Value:
        """A rational constant, rounded."""
        if max(exact.numerator.bit_length(), exact.denominator.bit_length()) > LONGEST_CONSTANT:
            raise Unfit
        double = float(exact)
        value = float(np.float32(double)) if self.single else double
        if abs(value) > self.greatest / 4 or (exact and abs(value) < 4 * self.normal):
            raise Unfit
        apart = abs(Fraction(value) - exact)
        relative = float(apart / abs(Fraction(value))) if apart else 0.0
        bits = exact.denominator.bit_length() - 1
        grain = -bits if not apart and exact.denominator == 1 << bits else None
        made = self.value(self.literal(value), value, value, relative, grain=grain)
        return made._replace(exact=exact, low=value, high=value)

    def do_num(self, args: list[int], env: Environment) -> Value:
        return self.constant(Fraction(args[0], args[1]))

    def do_bound(self, args: list[Any], env: Environment) -> Value:
        return self.constant(Fraction(env[args[0]]))

    def do_var(self, args: list[Any], env: Environment) -> Value:
        low, high, grain = self.facts[args[0]]
        place = self.emit("column", args[0])
        if not self.single:
            return self.value(place, low, high, grain=grain)
        relative = self.rounding(low, high, grain)
        if max(-low, high) > self.greatest / 4:
            raise Unfit
        least = max(low, -high, 0.0 if grain is None else 2.0**grain)
        return self.value(self.emit("cast", place), low, high, relative, 0.0 if least >= self.normal else self.normal,
                          grain=grain)  # fmt: skip

    def do_neg(self, args: list[int], env: Environment) -> Value:
        a = self.number(args[0], env)
        if a.exact is not None:
            return self.constant(-a.exact)
        return a._replace(place=self.emit("negative", a.place), low=-a.high, high=-a.low)

    def do_add(self, args: list[int], env: Environment) -> Value:
        return self.add(*(self.number(k, env) for k in args))

    def do_sub(self, args: list[int], env: Environment) -> Value:
        return self.add(*(self.number(k, env) for k in args), subtracted=True)

    def add(self, a: Value, b: Value, subtracted: bool = False) -> Value:
        """Relative errors of terms of one sign stay relative; otherwise they become absolute."""
        if a.exact is not None and b.exact is not None:
            return self.constant(a.exact - b.exact if subtracted else a.exact + b.exact)
        if b.exact == 0 or (a.exact == 0 and not subtracted):
            return a if b.exact == 0 else b
        place = self.emit("subtract", a.place, b.place) if subtracted else self.emit("add", *sorted((a.place, b.place)))
        if subtracted:
            b = b._replace(low=-b.high, high=-b.low)
        low, high = a.low + b.low, a.high + b.high
        grain = None if a.grain is None or b.grain is None else min(a.grain, b.grain)
        rounding = self.rounding(low, high, grain)
        if (a.low >= 0 and b.low >= 0) or (a.high <= 0 and b.high <= 0):
            relative, absolute = max(a.relative, b.relative) * (1 + self.u) + rounding, a.absolute + b.absolute
            least = min(a.least, b.least)
        else:
            relative, absolute, least = rounding, a.spread + b.spread, 0.0
        return self.value(place, low, high, relative, absolute, grain=grain, least=least, doubts=a.doubts | b.doubts)

    def do_mul(self, args: list[int], env: Environment) -> Value:
        return self.mul(*(self.number(k, env) for k in args))

    def mul(self, a: Value, b: Value) -> Value:
        """(a + da)(b + db) - ab = a db + b da + da db."""
        if a.exact is not None and b.exact is not None:
            return self.constant(a.exact * b.exact)
        for one, rest in ((a, b), (b, a)):
            if one.exact == 1:
                return rest
        corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
        low, high = (max(0.0, min(corners)) if a.place == b.place else min(corners)), max(corners)
        grain = None if a.grain is None or b.grain is None else a.grain + b.grain
        rounding = 0.0 if _shifts(a) or _shifts(b) else self.rounding(low, high, grain)
        least = a.least * b.least * (1 - 4 * self.u)
        exact = grain is not None and self.rounding(low, high, grain) == 0 and 2.0**grain >= self.normal
        faint = 0.0 if exact or least >= self.normal else self.normal
        relative = (a.relative + b.relative + a.relative * b.relative) * (1 + self.u) + rounding
        absolute = (
            _times(a.size * (1 + a.relative), b.absolute)
            + _times(b.size * (1 + b.relative), a.absolute)
            + _times(a.absolute, b.absolute)
            + faint
        )
        place = self.emit("multiply", *sorted((a.place, b.place)))
        return self.value(place, low, high, relative, absolute, grain=grain, least=least, doubts=a.doubts | b.doubts)

    def do_div(self, args: list[int], env: Environment) -> Value:
        return self.divide(*(self.number(k, env) for k in args))

    def divide(self, a: Value, b: Value) -> Value:
        """With rho < 1/2 a bound on the relative error of b: |a'/b' - a/b| <= (|a/b| (ra + rho) + aa/|b|)/(1 - rho)."""
        if b.exact == 0:
            raise Unfit
        if b.exact is not None and a.exact is not None:
            return self.constant(a.exact / b.exact)
        if b.exact is not None and _shifts(b):
            return self.mul(a, self.constant(1 / b.exact))
        doubts = a.doubts | b.doubts
        b, near = self._away(b)
        rho = b.relative + (b.absolute / b.least if b.absolute else 0.0)
        least = b.least
        if not rho < 0.5:
            raise Unfit
        if b.low > 0 or b.high < 0:
            corners = [x / y for x in (a.low, a.high) for y in (b.low, b.high)]
            low, high, finite = min(corners), max(corners), True
        else:
            high = a.size / least if least else math.inf
            low, finite = (0.0 if a.low >= 0 and b.low >= 0 else -high), False
        smallest = a.least / b.size if b.size else 0.0
        faint = 0.0 if smallest >= 2 * self.normal else self.normal
        relative = (a.relative + rho) * (1 + self.u) / (1 - rho) + self.u
        absolute = (a.absolute / least if least else math.inf) / (1 - rho) if a.absolute else 0.0
        return self.value(self.emit("divide", a.place, b.place), low, high, relative, absolute + 2 * faint,
                          least=0.0 if faint else smallest * (1 - 4 * self.u), doubts=doubts | near,
                          finite=finite)  # fmt: skip

    def _away(self, b: Value) -> tuple[Value, frozenset[int]]:
        """A value that may be near 0 compared with its absolute error: doubted there, so that ``least`` is far from it.

        The distance is the geometric mean of error and size: neither many instances are doubted nor much accuracy is
        lost at the others.
        """
        if b.absolute == 0 or (b.least > 0 and b.absolute / b.least < self.u**0.75):
            return b, frozenset()
        distance = math.sqrt(min(b.absolute, self.greatest) * b.size)
        if not self.normal < distance < b.size / 4:
            raise Unfit
        mark = self.other(self.emit("greater", self._magnitude(b), self.literal(self._up(distance))))
        assert not isinstance(mark, bool)
        return b._replace(least=distance), frozenset({mark})

    def do_pow(self, args: list[int], env: Environment) -> Value:
        """By squaring, in the order of ``numerics.balls``."""
        base, exponent = (self.number(k, env) for k in args)
        if exponent.exact is not None:
            return self._power(base, int(exponent.exact))
        if not exponent.sure or exponent.grain is None or exponent.grain < 0 or exponent.high > LARGEST_POWER:
            raise Unfit
        doubts: frozenset[int] = frozenset()
        if exponent.low < 0:
            doubts = frozenset({self.emit("less", exponent.place, self.literal(0.0))})
        rest, result = exponent.place, self.constant(Fraction(1))
        steps = int(exponent.high).bit_length()
        for step in range(steps):
            half = self.emit("floor", self.emit("multiply", rest, self.literal(0.5)))
            odd = self.emit("less", self.emit("add", half, half), rest)
            result = self._either(odd, self.mul(result, base), result)
            base = self.mul(base, base) if step < steps - 1 else base
            rest = half
        return result._replace(exact=None, doubts=result.doubts | exponent.doubts | doubts)

    def _power(self, base: Value, n: int) -> Value:
        if not 0 <= n <= LARGEST_POWER:
            raise Unfit
        result = self.constant(Fraction(1))
        while n:
            result = self.mul(result, base) if n % 2 else result
            n //= 2
            base = self.mul(base, base) if n else base
        return result

    def do_abs(self, args: list[int], env: Environment) -> Value:
        a = self.number(args[0], env)
        if a.exact is not None:
            return self.constant(abs(a.exact))
        if a.low >= 0:
            return a
        return a._replace(place=self.emit("abs", a.place), low=max(0.0, -a.high), high=a.size)

    def do_max(self, args: list[int], env: Environment) -> Value:
        return self._extreme("maximum", max, *(self.number(k, env) for k in args))

    def do_min(self, args: list[int], env: Environment) -> Value:
        return self._extreme("minimum", min, *(self.number(k, env) for k in args))

    def _extreme(self, name: str, choose: Callable[..., Any], a: Value, b: Value) -> Value:
        """x -> x - R|x| - A and x -> x + R|x| + A grow with x for R < 1, so that bounds with the greater R and A pass
        through max and min."""
        if a.exact is not None and b.exact is not None:
            return self.constant(choose(a.exact, b.exact))
        place = self.emit(name, *sorted((a.place, b.place)))
        return self._one_of(place, a, b)._replace(low=choose(a.low, b.low), high=choose(a.high, b.high))

    def _one_of(self, place: int, a: Value, b: Value) -> Value:
        """What holds of a value that is always one of two."""
        grain = None if a.grain is None or b.grain is None else min(a.grain, b.grain)
        least = min(math.inf if x.exact == 0 else x.least for x in (a, b))
        return Value(place, min(a.low, b.low), max(a.high, b.high), max(a.relative, b.relative),
                     max(a.absolute, b.absolute), grain, least, a.doubts | b.doubts)  # fmt: skip

    def _either(self, mask: int, yes: Value, no: Value) -> Value:
        """yes where the mask is set, no elsewhere; only the doubts of what is chosen remain."""
        place = self.emit("where", mask, yes.place, no.place)
        sides = ((mask, yes.doubts), (self.other(mask), no.doubts))
        doubts = {d for side, marks in sides if marks and (d := self.both(side, self.any_of(marks))) is not False}
        return self._one_of(place, yes, no)._replace(doubts=frozenset(int(d) for d in doubts))

    def do_if(self, args: list[int], env: Environment) -> Value:
        condition = self.formula(args[0], True, env, False)
        yes, no = (self.number(k, env) for k in args[1:])
        if isinstance(condition.holds, bool):
            if condition.holds or condition.fails is True:
                return yes if condition.holds else no
            raise Unfit
        chosen = self._either(condition.holds, yes, no)
        left_open = self.other(self.either(condition.holds, condition.fails))
        if self.other(condition.holds) == condition.fails or left_open is False:
            return chosen
        assert not isinstance(left_open, bool)
        return chosen._replace(doubts=chosen.doubts | {left_open})

    def do_floor(self, args: list[int], env: Environment) -> Value:
        """Exact, and in doubt where an integer lies within the error; the part after the point is off by u."""
        a = self.number(args[0], env)
        if a.exact is not None:
            return self.constant(Fraction(math.floor(a.exact)))
        if a.sure and a.grain is not None and a.grain >= 0:
            return a
        place = self.emit("floor", a.place)
        low, high = float(math.floor(a.low)), float(math.floor(a.high))
        result = self.value(place, low, high, grain=0, doubts=a.doubts)
        if a.sure:
            return result
        error = (a.spread + 4 * self.u) * (1 + 4 * self.u) * SLACK + 4 * self.normal
        if not error < 0.25:
            raise Unfit
        part = self.emit("subtract", a.place, place)
        near = self.either(self.emit("less", part, self.literal(error)),
                           self.emit("greater", part, self.literal(1 - error)))  # fmt: skip
        return result._replace(doubts=result.doubts | {int(near)})

    def do_exp(self, args: list[int], env: Environment) -> Value:
        """exp(a + e) = exp(a) exp(e)."""
        a = self.number(args[0], env)
        if not a.spread < 1:
            raise Unfit
        low, high = (_exp(x) for x in (a.low, a.high))
        growth = math.expm1(a.spread) * SLACK
        faint = 0.0 if low > 4 * self.normal else 4 * self.normal
        relative = growth * (1 + self.library) + self.library
        return self.from_library("exp", a, low, high, relative, faint * (1 + growth), faint=bool(faint))

    def do_log(self, args: list[int], env: Environment) -> Value:
        """With rho < 1/2 a bound on the relative error of a: |log a' - log a| <= -log(1 - rho) <= rho/(1 - rho)."""
        a, near = self._away(self.number(args[0], env))
        rho = a.relative + (a.absolute / a.least if a.absolute else 0.0)
        if a.high <= 0 or not rho < 0.5:
            raise Unfit
        smallest = max(a.low, a.least)
        low = math.log(smallest) if smallest > 0 else -746.0  # that of the smallest number is greater
        made = self.from_library("log", a, low - 1e-9, math.log(a.high) + 1e-9, self.library, rho / (1 - rho),
                                 finite=a.low > 0)  # fmt: skip
        return made._replace(doubts=made.doubts | near)

    def do_sqrt(self, args: list[int], env: Environment) -> Value:
        """Where a > 0: |sqrt a' - sqrt a| <= |a' - a|/sqrt a; near 0 the root of an absolute error is one."""
        a = self.number(args[0], env)
        if a.high < 0 or not a.relative < 0.5:
            raise Unfit
        place, doubts = self.emit("sqrt", a.place), a.doubts
        low, high = (math.sqrt(max(x, 0.0)) for x in (a.low, a.high))
        relative, absolute = a.relative + self.u, 0.0
        if a.absolute and a.low > 0 and a.absolute < a.low * self.u**0.5:
            relative += a.absolute / a.low
        elif a.absolute:
            absolute = 2 * math.sqrt(a.absolute)
            if not absolute < self.greatest / 4:
                raise Unfit
            mark = self.other(self.emit("greater", a.place, self.literal(self._up(4 * a.absolute + 4 * self.normal))))
            doubts |= {int(mark)}
        least = math.sqrt(a.least) / 2
        return self.value(place, low * (1 - 1e-9), high * (1 + 1e-9), relative, absolute, least=least, doubts=doubts,
                          finite=a.low >= 0)  # fmt: skip

    def do_erf(self, args: list[int], env: Environment) -> Value:
        """erf is odd and concave on the right: |erf((1 + d)x) - erf(x)| <= |d erf(x)|; its slope is below 1.13."""
        a = self.number(args[0], env)
        low, high = (math.erf(x) for x in (a.low, a.high))
        faint = 0.0 if a.least >= 4 * self.normal else 4 * self.normal
        relative = a.relative * (1 + 2 * self.library) + self.library
        made = self.from_library("erf", a, low, high, relative, 1.13 * a.absolute + faint, faint=bool(faint))
        return made if faint else made._replace(least=max(made.least, min(a.least, 0.5) / 2))

    def from_library(self, name: str, a: Value, low: float, high: float, relative: float, absolute: float, *,
                     faint: bool = False, finite: bool = True) -> Value:  # fmt: skip
        """A function of the library, whose error may carry it beyond the true bounds; ``faint``: even to 0."""
        pad = 2 * self.library + 1e-12
        low, high = low - abs(low) * pad, high + abs(high) * pad
        if faint:
            low, high = min(low, 0.0), max(high, 4 * self.normal)
        return self.value(self.emit(name, a.place), low, high, relative, absolute, doubts=a.doubts, finite=finite)

    def do_binomial(self, args: list[int], env: Environment) -> Value:
        raise Unfit  # unless it was looked up

    def do_pi(self, args: list[int], env: Environment) -> Value:
        raise Unfit  # looked up, as every constant that is not rational

    def do_sum(self, args: list[int], env: Environment) -> Value:
        return self._big(args, env, self.add, 0)

    def do_prod(self, args: list[int], env: Environment) -> Value:
        return self._big(args, env, self.mul, 1)

    def _big(self, args: list[int], env: Environment, join: Callable[[Value, Value], Value], unit: int) -> Value:
        """One step for each index that the facts allow."""
        low, high = (self.number(k, env) for k in args[:2])
        if not (low.sure and high.sure) or high.high - low.low > LONGEST:
            raise Unfit
        body, result = TABLE.nodes[args[2]][2], self.constant(Fraction(unit))
        for i in range(math.ceil(low.low), math.floor(high.high) + 1):
            item = self.number(body, (float(i), *env))
            index = self.literal(float(i))
            inside: Mask = True
            if low.high > i:
                inside = self.both(inside, self.emit("less_equal", low.place, index))
            if high.low < i:
                inside = self.both(inside, self.emit("less_equal", index, high.place))
            if not isinstance(inside, bool):
                item = self._either(inside, item, self.constant(Fraction(unit)))
            result = join(result, item)
        doubts = low.doubts | high.doubts
        return result._replace(exact=None, doubts=result.doubts | doubts) if doubts else result

    # What is looked up.

    def price(self, t: int) -> float:
        """What a term costs, in additions; shared subterms count as often as they occur."""
        if t not in self.prices:
            op, *args = TABLE.nodes[t]
            price = PRICES.get(op, 1.0)
            if op == "^" and TABLE.nodes[args[1]][0] == "num":
                price = 1.5 * int(TABLE.nodes[args[1]][1]).bit_length()
            self.prices[t] = price + sum(self.price(k) for k in TABLE.children(t))
        return self.prices[t]

    def _looked_up(self, t: int, env: Environment) -> Value | None:
        """The value of a dear term that depends on few possible values alone, or of an irrational constant."""
        names = sorted({TABLE.nodes[v][1] for v in TABLE.free[t]})
        if names:
            few = math.prod(self.facts[n].values for n in names) <= LOOKED_UP
            if not few or self.price(t) < LOOKUP + LOOKUP_BY_ANOTHER * (len(names) - 1):
                return None
        elif _rational(t):
            return None
        key = (t, env, tuple((n, self.facts[n]) for n in names))
        if key not in self.tables:
            self.tables[key] = self._table(t, env, names)
        return None if self.tables[key] is None else self._from_table(key, *self.tables[key], names)

    def _table(self, t: int, env: Environment, names: list[str]) -> tuple[Any, Any] | None:
        """Values and errors, by the second stage on the host; NaN for values that have no bounded error."""
        axes = [f.low + np.arange(int(f.values)) * 2.0 ** (f.grain or 0) for f in (self.facts[n] for n in names)]
        grid = [np.reshape(a, -1) for a in np.meshgrid(*axes, indexing="ij")] if names else []
        try:
            ball = Evaluation(backend(), special(), dict(zip(names, grid, strict=True))).number(t, env)
        except NotObservable:  # by a combination that perhaps does not occur
            return None
        shape = (math.prod(len(a) for a in axes),)
        values, errors = (np.broadcast_to(to_numpy(np.asarray(x)), shape).copy() for x in ball)
        values[~np.isfinite(errors)] = np.nan
        return values, errors

    def _from_table(self, key: Any, values: Any, errors: Any, names: list[str]) -> Value | None:
        here = np.isfinite(values)
        stored = values.astype(np.float32 if self.single else np.float64)
        if not here.any() or not (np.abs(stored[here]) < self.greatest / 4).all():
            return None
        some, off, size = values[here], errors[here], np.abs(values[here])
        off = off + np.abs(stored[here].astype(np.float64) - some)
        least = float(np.min(np.where(size > 0, size, np.inf))) if size.any() else 1.0
        if least < 4 * self.normal:
            return None
        nearly = np.where(size > 0, off / np.where(size > 0, size, 1.0), 0.0)
        relative, absolute = float(nearly.max()), float(np.where(size > 0, 0.0, off).max())
        relative = relative * (1 + 8 * self.u) if relative else 0.0
        if not relative < 0.1:
            return None
        grain = _common_grain(some) if relative == absolute == 0 else None
        if not names and relative == absolute == 0:
            return self.constant(Fraction(float(some[0])))
        place = self._gather(key, names) if names else self.literal(float(stored[0]))
        return self.value(place, float(some.min()), float(some.max()), relative, absolute * SLACK, grain=grain,
                          least=least * (1 - 4 * self.u), finite=bool(here.all()))  # fmt: skip

    def _gather(self, key: Any, names: list[str]) -> int:
        """The place of a table's values: its index is computed from the columns, exactly."""
        index, stride = None, 1
        for name in reversed(names):
            known = self.facts[name]
            assert known.grain is not None
            steps = self.emit("column", name)
            if known.low:
                steps = self.emit("subtract", steps, self.emit("double", known.low))
            scale = stride * 2.0**-known.grain
            if scale != 1:
                steps = self.emit("multiply", steps, self.emit("double", scale))
            index = steps if index is None else self.emit("add", index, steps)
            stride *= int(known.values)
        return self.emit("take", self.emit("table", key), self.emit("place", index))


LEAVES = ("column", "literal", "double", "table")


def _host(x: Array) -> Any:
    """The one number that an array holds."""
    return to_numpy(x).item()


def _shifts(a: Value) -> bool:
    """Whether multiplying by a constant only moves the exponent."""
    if not a.exact:
        return False
    top, bottom = abs(a.exact.numerator), a.exact.denominator
    return a.sure and top & (top - 1) == 0 and bottom & (bottom - 1) == 0


def _times(a: float, b: float) -> float:
    """a * b with 0 * inf = 0."""
    return a * b if a and b else 0.0


def _exp(x: float) -> float:
    return math.exp(x) if x < 700 else math.inf


def _rational(t: int) -> bool:
    """Whether a term without variables is built by rational operations: the compiler computes those exactly."""
    op = TABLE.nodes[t][0]
    return op in ("num", "bound", "+", "-", "neg", "*", "/", "^", "abs", "max", "min", "floor") and all(
        _rational(k) for k in TABLE.children(t)
    )


def _common_grain(values: Any) -> int:
    """The greatest g such that all of some float64 numbers are multiples of 2^g; 0 for zeros."""
    mantissa, exponent = np.frexp(np.abs(values))
    digits = (mantissa * 2.0**53).astype(np.int64)
    trailing = np.log2(np.where(digits == 0, 2.0**53, digits & -digits)).astype(np.int64)
    return int(np.min(np.where(digits == 0, 2_000, exponent - 53 + trailing))) if digits.any() else 0


OPERATIONS: dict[str, Callable[[Compiler, list[Any], Environment], Value]] = {
    "num": Compiler.do_num, "var": Compiler.do_var, "bound": Compiler.do_bound, "pi": Compiler.do_pi,
    "+": Compiler.do_add, "-": Compiler.do_sub, "neg": Compiler.do_neg, "*": Compiler.do_mul, "/": Compiler.do_div,
    "^": Compiler.do_pow, "abs": Compiler.do_abs, "floor": Compiler.do_floor, "max": Compiler.do_max,
    "min": Compiler.do_min, "if": Compiler.do_if, "exp": Compiler.do_exp, "log": Compiler.do_log,
    "sqrt": Compiler.do_sqrt, "erf": Compiler.do_erf, "binomial": Compiler.do_binomial, "sum": Compiler.do_sum,
    "prod": Compiler.do_prod,
}  # fmt: skip
