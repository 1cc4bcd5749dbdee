"""Circuits of one layer of gates on bits: definitions by formula, and lemmas that several claims use.

A Sum-of-ReLU circuit is a network with one hidden layer (Definition 1): a constant may be added to the weighted sum.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof, SearchFailed
from numerics.lemmas import over, under
from numerics.sums import equal_sums, longer_sum, once, sum_of_constants
from numerics.terms import (
    Term,
    conj,
    define,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    minimum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.sign_rank import bits, inner

j, t = integer("j"), integer("t")
x = function("x", "int->int")
A, B, C = function("A", "int->int->real"), function("B", "int->real"), function("C", "int->real")
beta = real("beta")


@define
def Threshold(y: "real") -> Term:
    """The linear threshold gate: 1 if y >= 0, else -1."""
    return where(y >= 0, 1, -1)


def rectified(w: Term, A: Term, B: Term, C: Term, x: Term, n: Term) -> Term:
    """The weighted sum of w ReLU gates on n inputs: sum_j C(j) max(0, B(j) + <A(j), x>)."""
    return total(j, 1, w, C(j) * maximum(0, B(j) + inner(A(j), x, n)))


def thresholds(w: Term, A: Term, B: Term, C: Term, x: Term, n: Term) -> Term:
    """The weighted sum of w threshold gates on n inputs: sum_j C(j) Threshold(B(j) + <A(j), x>)."""
    return total(j, 1, w, C(j) * Threshold(B(j) + inner(A(j), x, n)))


def on_bits(n: Term, value: Callable[[Term], Term], gates: Callable[[Term], Term]) -> Term:
    """For all x in {-1, 1}^n: value(x) = gates(x)."""
    return forall(x, implies(bits(x, n), value(x) == gates(x)))


def fewer_bits(p: Proof, x: Term, n: Term, signs: Fact) -> Fact:
    """x(1), ..., x(n) are bits, from x(1), ..., x(n+1) being bits."""
    return over(p, 1, n, lambda t, within: signs.apply(t, using=[within]), "t")


@once
def gap_below_zero(p: Proof) -> Fact:
    """forall a, n >= 0: forall b: for some g > 0, every x in {-1, 1}^n with b + <a, x> < 0 has b + <a, x> <= -g."""
    a = p.fresh("a", "int->real")
    b_, g_ = real("b"), real("g")

    def value(b: Term, x: Term, n: Term) -> Term:
        return b + inner(a, x, n)

    def of(b: Term, n: Term) -> Term:
        return exists(g_, conj(g_ > 0, forall(x, implies(bits(x, n), value(b, x, n) < 0, value(b, x, n) <= -g_))))

    def chosen(b: Term, n: Term, g: Term, positive: Fact, each: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        y = p.fresh("x", "int->int")
        fact = p.general(y, under(p, bits(y, n), lambda signs: under(
            p, value(b, y, n) < 0, lambda low: each(y, signs, low))))  # fmt: skip
        return p.witness(of(b, n), g, p.both(positive, fact))

    def base() -> Fact:
        b, zero = p.fresh("b", "real"), term(0)

        def none(y: Term) -> Fact:
            return p.lemma("sum_empty", 1, 0, lam(t, a(t) * y(t)))

        def negative(low: Fact) -> Fact:
            return chosen(b, zero, -b, p.arith(-b > 0, low), lambda y, signs, _: p.arith(
                value(b, y, zero) <= -term(-b), none(y)))  # fmt: skip

        def other(no: Fact) -> Fact:
            return chosen(b, zero, term(1), p.compute(term(1) > 0), lambda y, signs, low: p.arith(
                value(b, y, zero) <= -term(1), none(y), no, low))  # fmt: skip

        return p.general(b, p.decide(b < 0, negative, other))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        b = p.fresh("b", "real")
        mark = p.opened
        minus, plus = (p.obtain(here(b + s * a(n + 1)), "g") for s in (-1, 1))
        g = minimum(minus[0], plus[0])
        least = p.lemma("min", minus[0], plus[0])
        low = [p.by_cases(least, lambda f, c=c: p.arith(c, f), lambda f, c=c: p.arith(c, f)) for c in (
            g <= minus[0], g <= plus[0])]  # fmt: skip
        positive = p.by_cases(least, lambda f: p.arith(g > 0, f, minus[1].left), lambda f: p.arith(
            g > 0, f, plus[1].left))  # fmt: skip

        def each(y: Term, signs: Fact, below: Fact) -> Fact:
            longer = longer_sum(p, 1, n, lam(t, a(t) * y(t)), above)
            fewer = fewer_bits(p, y, n, signs)
            last = signs.apply(n + 1, using=[p.arith(n + 1 >= 1, above), p.arith(n + 1 <= n + 1)])

            def at(found: tuple[Term, Fact], small: Fact, s: int) -> Callable[[Fact], Fact]:
                def fact(sign: Fact) -> Fact:
                    same = p.arith(value(b, y, n + 1) == value(b + s * a(n + 1), y, n), longer, sign, multipliers=[
                        a(n + 1), 1])  # fmt: skip
                    there = found[1].right.apply(y, using=[fewer, p.arith(same.formula.args[1] < 0, same, below)])
                    return p.arith(value(b, y, n + 1) <= -g, same, there, small)

                return fact

            return p.by_cases(last, at(minus, low[0], -1), at(plus, low[1], 1))

        return p.general(b, p.close(chosen(b, n + 1, g, positive, each), mark))

    return p.general(a, p.induction("n", 0, lambda n: forall(b_, of(b_, n)), base, step))


@once
def scaled_gate(p: Proof) -> Fact:
    """For all c, y: c max(0, y) = max(0, c y) if c >= 0, and for all c, y: c max(0, y) = -max(0, -c y) if not."""
    c, y = p.fresh("c", "real"), p.fresh("y", "real")

    def of(premise: Term, sign: int) -> Fact:
        z = c * y if sign > 0 else -(c * y)
        goal = c * maximum(0, y) == (maximum(0, z) if sign > 0 else -maximum(0, z))

        def by(known: Fact, first: Fact) -> Fact:
            positive = first.formula.args[1].args[1].index == y.index
            product = p.arith(z >= 0 if positive else z <= 0, known, first)
            value = p.arith(c * maximum(0, y) == (c * y if positive else 0), first.right, multipliers=[c])
            return p.by_cases(p.lemma("max", 0, z), *[lambda f: p.arith(goal, product, value, f)] * 2)

        return p.general(c, y, under(p, premise, lambda known: p.by_cases(
            p.lemma("max", 0, y), *[lambda f: by(known, f)] * 2)))  # fmt: skip

    return p.both(of(c >= 0, 1), of(negation(c >= 0), -1))


def impossible(p: Proof, facts: list[Fact], alternatives: list[Fact]) -> Fact:
    """false, from facts and disjunctions: by cases, each closed by arithmetic as early as it can be."""
    try:
        return p.arith(false, *facts, degree=1)
    except SearchFailed:
        if not alternatives:
            raise
    first, *rest = alternatives
    return p.by_cases(first, *[lambda f: impossible(p, [*facts, f], rest)] * 2)


def spelled(
    p: Proof, size: int, A: Term, B: Term, C: Term, x: Term, n: Term, some: Fact
) -> tuple[Fact, Callable[..., Fact]]:
    """The weighted sum of ``size`` gates as a sum of ``size`` terms; and a function (k, row, a, entry) that proves what
    the inner product of x with row k is: <a, x>, or 0 where a is None; ``entry(t)`` gives row(t) = a(t) or row(t) = 0;
    ``some`` is n >= 1."""
    unit = lam(j, C(j) * maximum(0, B(j) + inner(A(j), x, n)))
    steps = [p.lemma("sum_step", 1, k, unit) for k in range(size)]
    parts = unit(term(1))
    for k in range(2, size + 1):
        parts = parts + unit(term(k))
    same = [p.congruent(unit, p.ring(term(k) + 1, k + 1)) for k in range(size)]
    whole = p.arith(total(j, 1, size, unit(j)) == parts, *steps, *same, p.lemma("sum_empty", 1, 0, unit))

    def product(k: int, row: Term, a: Term | None, entry: Callable[[Term], Fact]) -> Fact:
        other = lam(t, a(t) * x(t)) if a is not None else lam(t, term(0))
        same = equal_sums(p, term(1), n, lam(t, row(t) * x(t)), other, lambda t, low, high: p.arith(
            row(t) * x(t) == other(t), entry(t), multipliers=[x(t)]))  # fmt: skip
        if a is not None:
            return same
        none = sum_of_constants(p).apply(1, n, 0, using=[p.arith(term(1) <= n + 1, some)])
        return p.arith(total(t, 1, n, row(t) * x(t)) == 0, same, none)

    return whole, product
