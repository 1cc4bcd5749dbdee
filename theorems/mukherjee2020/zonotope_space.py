"""Derivations about zonotopes in an inner-product space."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums, smaller_sum
from numerics.terms import Term, absolute, conj, dot, every, exists, function, implies, integer, lam, term, total, where
from numerics.lemmas import over
from theorems.mukherjee2020.zonotopes import InZonotope, Support

i = integer("i")


def inner_sum(p: Proof, r: Term, f: Term) -> Fact:
    """forall n >= 0: <r, f(1) + ... + f(n)> = <r, f(1)> + ... + <r, f(n)>."""
    g = lam(i, dot(r, f(i)))
    f = lam(i, f(i))

    def claim(n: Term) -> Term:
        return dot(r, total(i, 1, n, f(i))) == total(i, 1, n, g(i))

    def paired(equation: Fact) -> Fact:
        return p.congruent(lam(z, dot(r, z)), equation)

    z = p.fresh("z", "V")
    base = [paired(p.lemma("sum_empty", 1, 0, f)), p.lemma("sum_empty", 1, 0, g)]
    return p.induction("n", 0, claim, p.arith(claim(term(0)), *base), lambda n, above, here: p.arith(
        claim(n + 1), here, paired(p.lemma("sum_step", 1, n, f, using=[above])),
        p.lemma("sum_step", 1, n, g, using=[above])))  # fmt: skip


def widths(m: Term, b: Term) -> Term:
    """The function r -> |<r, b(1)>| + ... + |<r, b(m)>|."""
    r = function("r", "V")
    return lam(r, total(i, 1, m, absolute(dot(r, b(i)))))


def supported(p: Proof, m: Term, b: Term, some: Fact) -> Fact:
    """Support(widths(m, b), m, b), for m >= 0."""
    r, x = p.fresh("r", "V"), p.fresh("x", "V")
    nonempty = p.arith(term(1) <= m + 1, some)
    sizes = lam(i, absolute(dot(r, b(i))))
    value = total(i, 1, m, sizes(i))
    member = p.assume(InZonotope(x, m, b))
    mark = p.opened
    c, bounds, equal = _coefficients(p, member)
    paired = p.rewrite(inner_sum(p, r, lam(i, c(i) * b(i))).apply(m, using=[some]), p.symmetric(equal))
    scaled = lam(i, dot(r, c(i) * b(i)))
    below = smaller_sum(p, term(1), m, scaled, sizes, nonempty, lambda i, low, high: _at_most(
        p, scaled(i), dot(r, b(i)), c(i), bounds.apply(i, using=[low, high])))  # fmt: skip
    highest = p.general(x, p.implication(member.formula, p.close(p.arith(dot(r, x) <= value, paired, below), mark)))
    sign = lam(i, where(dot(r, b(i)) >= 0, 1, -1))
    best = lam(i, sign(i) * b(i))
    signed = over(p, 1, m, lambda i, _: _sign(p, dot(r, b(i)), lambda e: p.both(
        p.arith(-1 <= sign(i), e), p.arith(sign(i) <= 1, e))))  # fmt: skip
    top = total(i, 1, m, best(i))
    inside = p.restate(p.witness(_opened(p, InZonotope(top, m, b)), sign, p.both(signed, p.reflexive(top))),
                       InZonotope(top, m, b))  # fmt: skip
    same = equal_sums(p, term(1), m, lam(i, dot(r, best(i))), sizes, lambda i, low, high: _sign(
        p, dot(r, b(i)), lambda e: p.arith(dot(r, best(i)) == sizes(i), e, multipliers=[dot(r, b(i))])))  # fmt: skip
