"""Derivations about support functions of zonotopes in an inner-product space."""

from collections.abc import Callable
from typing import Any

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, smaller_sum
from numerics.terms import Term, absolute, dot, instance_of, integer, lam, term, total, vector, where
from theorems.mukherjee2020.zonotope_geometry import body, coefficients, for_all
from theorems.mukherjee2020.zonotopes import InZonotope, Support

i = integer("i")


def widths(m: Any, b: Term) -> Term:
    """The function r -> |<r, b(1)>| + ... + |<r, b(m)>|."""
    r = vector("r")
    return lam(r, total(i, 1, m, absolute(dot(r, b(i)))))


def inner_sum(p: Proof, r: Term, f: Term) -> Fact:
    """forall n >= 0: <r, f(1) + ... + f(n)> = <r, f(1)> + ... + <r, f(n)>."""
    f, g, z = lam(i, f(i)), lam(i, dot(r, f(i))), p.fresh("z", "V")

    def claim(n: Term) -> Term:
        return dot(r, total(i, 1, n, f(i))) == total(i, 1, n, g(i))

    def paired(equation: Fact) -> Fact:
        return p.congruent(lam(z, dot(r, z)), equation)

    base = p.arith(claim(term(0)), paired(p.lemma("sum_empty", 1, 0, f)), p.lemma("sum_empty", 1, 0, g))
    return p.induction("n", 0, claim, base, lambda n, above, here: p.arith(
        claim(n + 1), here, paired(p.lemma("sum_step", 1, n, f, using=[above])),
        p.lemma("sum_step", 1, n, g, using=[above])))  # fmt: skip


def by_sign(p: Proof, x: Term, prove: Callable[[list[Fact]], Fact]) -> Fact:
    """What ``prove`` makes of x >= 0, |x| = x, s = 1, and of not x >= 0, |x| = -x, s = -1, where s is the sign of x."""
    s = where(x >= 0, 1, -1)

    def negative(no: Fact) -> Fact:
        size = p.by_cases(p.lemma("abs", x), lambda up: p.arith(absolute(x) == -x, up, no), lambda f: f.right)
        return prove([no, size, p.lemma("if_false", *s.args, using=[no])])

    def positive(yes: Fact) -> Fact:
        size = p.by_cases(p.lemma("abs", x), lambda f: f.right, lambda down: p.arith(absolute(x) == x, down, yes))
        return prove([yes, size, p.lemma("if_true", *s.args, using=[yes])])

    return p.decide(x >= 0, positive, negative)


def supported(p: Proof, m: Term, b: Term, some: Fact) -> Fact:
    """Support(widths(m, b), m, b), for m >= 0."""
    r, x = p.fresh("r", "V"), p.fresh("x", "V")
    nonempty = p.arith(term(1) <= m + 1, some)
    sizes = lam(i, absolute(dot(r, b(i))))
    value = total(i, 1, m, sizes(i))

    def at_most(given: list[Fact]) -> Fact:
        c, bounds, equal = coefficients(p, given[0])
        terms = lam(i, dot(r, c(i) * b(i)))
        paired = p.rewrite(inner_sum(p, r, lam(i, c(i) * b(i))).apply(m, using=[some]), p.symmetric(equal))

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            known = bounds.apply(i, using=[low, high])
            return by_sign(p, dot(r, b(i)), lambda at: p.arith(terms(i) <= sizes(i), known, *at[:2]))  # fmt: skip

        return p.arith(dot(r, x) <= value, paired, smaller_sum(p, term(1), m, terms, sizes, nonempty, each))

    highest = for_all(p, [x], InZonotope(x, m, b), at_most)
    sign = lam(i, where(dot(r, b(i)) >= 0, 1, -1))
    best = lam(i, sign(i) * b(i))
    top = total(i, 1, m, best(i))
    bounds = over(p, 1, m, lambda i, _: by_sign(p, dot(r, b(i)), lambda at: p.both(
        p.arith(-1 <= sign(i), at[2]), p.arith(sign(i) <= 1, at[2]))))  # fmt: skip
    member = p.restate(p.witness(body(InZonotope(top, m, b)), sign, p.both(bounds, p.ring(top, top))),
                       InZonotope(top, m, b))  # fmt: skip
    same = equal_sums(p, term(1), m, lam(i, dot(r, best(i))), sizes, lambda i, low, high: by_sign(
        p, dot(r, b(i)), lambda at: p.arith(dot(r, best(i)) == sizes(i), *at[1:],
                                            multipliers=[dot(r, b(i)), 1])))  # fmt: skip
    attained = p.arith(dot(r, top) == value, inner_sum(p, r, best).apply(m, using=[some]), same)
    goal = body(Support(widths(m, b), m, b))
    at_r = instance_of(goal, r)
    return p.restate(p.general(r, p.both(p.witness(at_r.args[0], top, p.both(member, attained)), highest)),
                     Support(widths(m, b), m, b))  # fmt: skip


def support_value(p: Proof, g: Term, m: Term, b: Term, support: Fact, some: Fact) -> Fact:
    """forall r: g(r) = |<r, b(1)>| + ... + |<r, b(m)>|, for the support function g; ``some`` is m >= 0."""
    r = p.fresh("r", "V")
    value = widths(m, b)(r)
    known, claimed = (p.open_definition(f)(r) for f in (supported(p, m, b, some), support))
    mark = p.opened
    x, at_x = p.obtain(known.left, "x")
    y, at_y = p.obtain(claimed.left, "y")
    low = p.arith(value <= g(r), at_x.right, claimed.right.apply(x, using=[at_x.left]))
    high = p.arith(g(r) <= value, at_y.right, known.right.apply(y, using=[at_y.left]))
    return p.general(r, p.close(p.arith(g(r) == value, low, high), mark))
