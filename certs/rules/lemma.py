"""A fixed table of textbook facts about the operations of the language. Nothing else is ever assumed.

Each entry is a true sentence for all values of its arguments: the mathematics is in the entry itself, written as it
is in a textbook. The rule checks the sorts of the arguments and that each premise is exactly what the entry asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from certs.checker import Replay, Rule, Sequent, need, union
from certs.language import Terms, is_vector, subsort

Entry = tuple[tuple[str, ...], Callable[..., tuple[list[int], int]]]


class Build:
    """Shorthand to write entries; formulas with a bound variable are built around index 0."""

    def __init__(self, terms: Terms) -> None:
        self.t = terms
        self.i = terms.bound(0, "int")

    def zero(self, function: int) -> int:
        """The zero of a function's values, which may be vectors."""
        some = self.t.make("app", function, self.n(0))
        return self.t.make("-", some, some) if is_vector(self.t.sorts[some]) else self.n(0)

    def __getattr__(self, op: str) -> Callable[..., int]:
        names = {"le": "<=", "lt": "<", "eq": "=", "plus": "+", "minus": "-", "times": "*", "over": "/", "power": "^",
                 "both": "and", "either": "or", "no": "not", "then": "=>", "ite": "if", "apply": "app"}  # fmt: skip
        return lambda *args: self.t.make(names.get(op, op), *args)

    def n(self, value: int) -> int:
        return self.t.num(value)

    def up(self, term: int) -> int:
        return self.t.shift(term, 1)

    def all(self, body: int, sort: str = "int") -> int:
        return self.t.binder("forall", sort, body)


def _same(b: Build, low: int, high: int, f: int, g: int) -> int:
    within = b.both(b.le(b.up(low), b.i), b.le(b.i, b.up(high)))
    return b.all(b.then(within, b.eq(b.apply(b.up(f), b.i), b.apply(b.up(g), b.i))))


def _positions(b: Build, f: int, a: int, c: int) -> list[int]:
    i, j, one = b.t.bound(1, "int"), b.t.bound(0, "int"), b.n(1)
    k = b.i
    image = b.both(b.le(one, b.apply(f, k)), b.le(b.apply(f, k), c))
    inside = b.all(b.then(b.both(b.le(one, k), b.le(k, a)), image))
    pair = b.both(b.le(one, i), b.both(b.lt(i, j), b.le(j, a)))
    different = b.no(b.eq(b.apply(f, i), b.apply(f, j)))
    return [b.le(b.n(0), c), inside, b.all(b.all(b.then(pair, different)))]


R, Z = "real", "int"
# name: sorts of the arguments, then the premises and the conclusion.
ENTRIES: dict[str, Entry] = {
    # Integers: a < b gives a + 1 <= b; the floor.
    "int_less": ((Z, Z), lambda b, x, y: ([b.lt(x, y)], b.le(b.plus(x, b.n(1)), y))),
    "floor": ((R,), lambda b, x: ([], b.both(b.le(b.floor(x), x), b.lt(x, b.plus(b.floor(x), b.n(1)))))),
    # Order and branches.
    "max": ((R, R), lambda b, x, y: ([], b.either(b.both(b.le(x, y), b.eq(b.max(x, y), y)),
                                                  b.both(b.le(y, x), b.eq(b.max(x, y), x))))),
    "min": ((R, R), lambda b, x, y: ([], b.either(b.both(b.le(x, y), b.eq(b.min(x, y), x)),
                                                  b.both(b.le(y, x), b.eq(b.min(x, y), y))))),
    "abs": ((R,), lambda b, x: ([], b.either(b.both(b.le(b.n(0), x), b.eq(b.abs(x), x)),
                                             b.both(b.le(x, b.n(0)), b.eq(b.abs(x), b.neg(x)))))),
    "if_true": (("bool", "any", "any"), lambda b, c, x, y: ([c], b.eq(b.ite(c, x, y), x))),
    "if_false": (("bool", "any", "any"), lambda b, c, x, y: ([b.no(c)], b.eq(b.ite(c, x, y), y))),
    "inverse": ((R,), lambda b, x: ([b.no(b.eq(x, b.n(0)))], b.eq(b.times(x, b.over(b.n(1), x)), b.n(1)))),
    # Powers, roots, exponential, logarithm, error function.
    "power_zero": ((R,), lambda b, x: ([], b.eq(b.power(x, b.n(0)), b.n(1)))),
    "power_step": ((R, Z), lambda b, x, n: ([b.le(b.n(0), n)],
                                            b.eq(b.power(x, b.plus(n, b.n(1))), b.times(b.power(x, n), x)))),
    "sqrt": ((R,), lambda b, x: ([b.le(b.n(0), x)], b.both(b.le(b.n(0), b.sqrt(x)),
                                                           b.eq(b.times(b.sqrt(x), b.sqrt(x)), x)))),
    "exp_zero": ((), lambda b: ([], b.eq(b.exp(b.n(0)), b.n(1)))),
    "exp_positive": ((R,), lambda b, x: ([], b.lt(b.n(0), b.exp(x)))),
    "exp_sum": ((R, R), lambda b, x, y: ([], b.eq(b.exp(b.plus(x, y)), b.times(b.exp(x), b.exp(y))))),
    "exp_tangent": ((R,), lambda b, x: ([], b.le(b.plus(b.n(1), x), b.exp(x)))),
    "exp_monotone": ((R, R), lambda b, x, y: ([b.lt(x, y)], b.lt(b.exp(x), b.exp(y)))),
    "exp_log": ((R,), lambda b, x: ([b.lt(b.n(0), x)], b.eq(b.exp(b.log(x)), x))),
    "log_exp": ((R,), lambda b, x: ([], b.eq(b.log(b.exp(x)), x))),
    # cosh x <= exp(x^2 / 2): compare Taylor coefficients, (2n)! >= 2^n n!.
    "cosh": ((R,), lambda b, x: ([], b.le(b.over(b.plus(b.exp(x), b.exp(b.neg(x))), b.n(2)),
                                          b.exp(b.over(b.times(x, x), b.n(2)))))),
    "erf_zero": ((), lambda b: ([], b.eq(b.erf(b.n(0)), b.n(0)))),
    "erf_bound": ((R,), lambda b, x: ([], b.both(b.lt(b.n(-1), b.erf(x)), b.lt(b.erf(x), b.n(1))))),
    # Binomial coefficients (n >= 0, all integers k) and sums and products over integer ranges.
    "binomial_zero": ((Z,), lambda b, n: ([b.le(b.n(0), n)], b.eq(b.binomial(n, b.n(0)), b.n(1)))),
    "binomial_above": ((Z, Z), lambda b, n, k: ([b.le(b.n(0), n), b.lt(n, k)], b.eq(b.binomial(n, k), b.n(0)))),
    "binomial_below": ((Z, Z), lambda b, n, k: ([b.le(b.n(0), n), b.lt(k, b.n(0))], b.eq(b.binomial(n, k), b.n(0)))),
    "pascal": ((Z, Z), lambda b, n, k: ([b.le(b.n(0), n)],
               b.eq(b.binomial(b.plus(n, b.n(1)), b.plus(k, b.n(1))),
                    b.plus(b.binomial(n, b.plus(k, b.n(1))), b.binomial(n, k))))),
    "sum_empty": ((Z, Z, "int->any"), lambda b, lo, hi, f: ([b.lt(hi, lo)], b.eq(b.sum(lo, hi, f), b.zero(f)))),
    "sum_step": ((Z, Z, "int->any"), lambda b, lo, hi, f: ([b.le(lo, b.plus(hi, b.n(1)))],
                 b.eq(b.sum(lo, b.plus(hi, b.n(1)), f),
                      b.plus(b.sum(lo, hi, f), b.apply(f, b.plus(hi, b.n(1))))))),
    "sum_same": ((Z, Z, "int->any", "int->any"), lambda b, lo, hi, f, g: ([_same(b, lo, hi, f, g)],
                 b.eq(b.sum(lo, hi, f), b.sum(lo, hi, g)))),
    "prod_empty": ((Z, Z, "int->real"), lambda b, lo, hi, f: ([b.lt(hi, lo)], b.eq(b.prod(lo, hi, f), b.n(1)))),
    "prod_step": ((Z, Z, "int->real"), lambda b, lo, hi, f: ([b.le(lo, b.plus(hi, b.n(1)))],
                  b.eq(b.prod(lo, b.plus(hi, b.n(1)), f),
                       b.times(b.prod(lo, hi, f), b.apply(f, b.plus(hi, b.n(1))))))),
    # The pigeonhole principle: an injection of {1..a} into {1..c}, c >= 0, has a <= c.
    "pigeonhole": (("int->int", Z, Z), lambda b, f, a, c: (_positions(b, f, a, c), b.le(a, c))),
}  # fmt: skip


def lemma(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """Premises and conclusion of the entry named by the data, at the given arguments."""
    need(type(data) is str and data in ENTRIES, f"no entry {data!r:.60} in the table of facts")
    sorts, entry = ENTRIES[data]
    need(len(t) == len(sorts), f"{data} takes {len(sorts)} arguments, not {len(t)}")
    for term, sort in zip(t, sorts, strict=True):
        found = k.terms.sorts[term]
        fits = found.startswith("int->") and "->" not in found[5:] if sort == "int->any" else subsort(found, sort)
        need(sort == "any" or fits, f"{data} takes an argument of sort {sort}, not {found}")
    wanted, conclusion = entry(Build(k.terms), *t)
    need([s.conclusion for s in p] == wanted, f"the premises are not the {len(wanted)} that {data} asks for, in order")
    return Sequent(union(p), conclusion)


RULES: dict[str, Rule] = {"lemma": lemma}
