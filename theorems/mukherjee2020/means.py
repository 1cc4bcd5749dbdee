"""The inequality of arithmetic and geometric means, and the budget of (2.17) for real widths."""

from numerics.derive import Fact, Proof
from numerics.sums import once
from numerics.terms import (
    Term,
    conj,
    every,
    exp,
    false,
    implies,
    integer,
    lam,
    negation,
    product,
    term,
    total,
    where,
)

j = integer("j")


@once
def product_bound(pf: Proof) -> Fact:
    """For A > 0, n >= 0 and v(1), ..., v(n) > 0: the product is positive and at most A^n exp(sum / A - n), since
    t <= exp(t - 1)."""
    v, n, A = pf.fresh("v", "int->real"), pf.fresh("n", "int"), pf.fresh("A", "real")
    given = [pf.assume(q) for q in (A > 0, n >= 0, every(j, 1, n, v(j) > 0))]
    inverse = pf.lemma("inverse", A, using=[pf.arith(negation(A == 0), given[0])])
    share = 1 / A

    def exponent(m: Term) -> Term:
        return total(j, 1, m, v(j)) * share - m

    def whole(m: Term) -> Term:
        return product(j, 1, m, v(j))

    def claim(m: Term) -> Term:
        return implies(m <= n, conj(whole(m) > 0, whole(m) <= A**m * exp(exponent(m))))

    def base() -> Fact:
        bound = pf.assume(term(0) <= n)
        none, empty = pf.lemma("prod_empty", 1, 0, lam(j, v(j))), pf.lemma("sum_empty", 1, 0, lam(j, v(j)))
        flat = pf.arith(exponent(term(0)) == 0, empty, multipliers=[share])
        x = pf.fresh("x", "real")
        one = pf.arith(
            A ** term(0) * exp(exponent(term(0))) == 1, pf.congruent(lam(x, exp(x)), flat), pf.lemma("exp_zero")
        )
        return pf.implication(
            bound.formula,
            pf.both(
                pf.arith(whole(term(0)) > 0, none),
                pf.arith(whole(term(0)) <= A ** term(0) * exp(exponent(term(0))), none, one),
            ),
        )

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(m + 1 <= n)
        before = here.apply(using=[bound])
        more = pf.lemma("prod_step", 1, m, lam(j, v(j)), using=[low])
        longer = pf.lemma("sum_step", 1, m, lam(j, v(j)), using=[low])
        power = pf.lemma("power_step", A, m, using=[low])
        positive = given[2].apply(m + 1, using=[pf.arith(1 <= m + 1, low), bound])
        t = v(m + 1) * share
        tangent = pf.lemma("exp_tangent", t - 1)
        parts = pf.lemma("exp_sum", exponent(m), t - 1)
        same = pf.arith(exponent(m) + (t - 1) == exponent(m + 1), longer, multipliers=[share])
        x = pf.fresh("x", "real")
        joined = pf.congruent(lam(x, exp(x)), same)
        factor = pf.arith(
            v(m + 1) <= A * exp(t - 1),
            pf.arith(A * t <= A * exp(t - 1), tangent, given[0]),
            pf.arith(A * t == v(m + 1), inverse, multipliers=[v(m + 1)]),
        )
        q, r, g, h = (pf.fresh(name, "real") for name in "qrgh")
        assumed = [pf.assume(fact) for fact in (q <= r, q > 0, g <= h, g > 0)]
        mixed = pf.both(
            pf.arith(q * g <= r * h, pf.arith(q * g <= r * g, *assumed), pf.arith(r * g <= r * h, *assumed)),
            pf.arith(q * g > 0, *assumed),
        )
        for fact in reversed(assumed):
            mixed = pf.implication(fact.formula, mixed)
        mixed = pf.general(q, r, g, h, mixed).apply(
            whole(m), A**m * exp(exponent(m)), v(m + 1), A * exp(t - 1), using=[*before.split(), factor, positive]
        )
        right = pf.arith(
            A ** (m + 1) * exp(exponent(m + 1)) == A**m * exp(exponent(m)) * (A * exp(t - 1)),
            power,
            parts,
            joined,
            multipliers=[exp(exponent(m + 1)), A**m * A],
        )
        return pf.implication(
            bound.formula,
            pf.both(
                pf.arith(whole(m + 1) > 0, more, mixed.right),
                pf.arith(whole(m + 1) <= A ** (m + 1) * exp(exponent(m + 1)), more, mixed.left, right),
            ),
        )

    fact = pf.induction("m", 0, claim, base, step).apply(n, using=[given[1], pf.arith(n <= n)])
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(v, n, A, fact)


@once
def arithmetic_mean(pf: Proof) -> Fact:
    """For A > 0, n >= 0 and v(1), ..., v(n) > 0: if the product is at least A^n, the sum is at least n A."""
    v, n, A = pf.fresh("v", "int->real"), pf.fresh("n", "int"), pf.fresh("A", "real")
    given = [pf.assume(q) for q in (A > 0, n >= 0, every(j, 1, n, v(j) > 0), A**n <= product(j, 1, n, v(j)))]
    bound = product_bound(pf).apply(v, n, A, using=given[:3])
    sum_ = total(j, 1, n, v(j))
    inverse = pf.lemma("inverse", A, using=[pf.arith(negation(A == 0), given[0])])

    def small(no: Fact) -> Fact:
        share = pf.arith(1 / A > 0, inverse, given[0])
        e = sum_ * (1 / A) - n
        gap = pf.arith((n * A - sum_) * (1 / A) > 0, pf.arith(n * A - sum_ > 0, no), share)
        negative = pf.arith(e < 0, gap, inverse, multipliers=[n])
        less = pf.lemma("exp_monotone", e, 0, using=[negative])
        powers = pf.induction(
            "m",
            0,
            lambda m: A**m > 0,
            lambda: pf.arith(A ** term(0) > 0),
            lambda m, low, h: pf.arith(A ** (m + 1) > 0, pf.lemma("power_step", A, m, using=[low]), h, given[0]),
        ).apply(n, using=[given[1]])
        strict = pf.arith(A**n * exp(e) < A**n, pf.arith(exp(e) < 1, less, pf.lemma("exp_zero")), powers)
        return pf.arith(false, bound.right, strict, given[3])

    fact = pf.absurd(n * A <= sum_, small)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(v, n, A, fact)


def first_apart(w: Term) -> Term:
    """w(1) + 1, w(2), w(3), ..."""
    return lam(j, where(j == 1, w(1) + 1, w(j)))


@once
def first_apart_facts(pf: Proof) -> Fact:
    """For n >= 1: the product of w(1) + 1, w(2), ..., w(n) is (w(1) + 1) w(2) ... w(n), and their sum one more than
    that of w(1), ..., w(n)."""
    w = pf.fresh("w", "int->real")
    v = first_apart(w)

    def claim(n: Term) -> Term:
        return conj(
            product(j, 1, n, v(j)) == (w(1) + 1) * product(j, 2, n, w(j)),
            total(j, 1, n, v(j)) == total(j, 1, n, w(j)) + 1,
        )

    def base() -> Fact:
        one = term(1)
        first = pf.lemma("if_true", *v(term(0) + 1).args, using=[pf.arith(term(0) + 1 == 1)])
        facts = [
            pf.lemma(*q)
            for q in (
                ("prod_step", 1, 0, v),
                ("prod_empty", 1, 0, v),
                ("prod_empty", 2, 1, lam(j, w(j))),
                ("sum_step", 1, 0, v),
                ("sum_empty", 1, 0, v),
                ("sum_step", 1, 0, lam(j, w(j))),
                ("sum_empty", 1, 0, lam(j, w(j))),
            )
        ]
        first = pf.arith(v(one) == w(1) + 1, first)
        return pf.both(
            pf.arith(
                product(j, 1, one, v(j)) == (w(1) + 1) * product(j, 2, one, w(j)),
                first,
                *facts[:3],
                multipliers=[1, v(one), w(1) + 1],
            ),
            pf.arith(total(j, 1, one, v(j)) == total(j, 1, one, w(j)) + 1, first, *facts[3:]),
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        later = pf.lemma("if_false", *v(n + 1).args, using=[pf.arith(negation(n + 1 == 1), low)])
        above = pf.arith(n >= 0, low)
        prods = pf.lemma("prod_step", 1, n, v, using=[above]), pf.lemma("prod_step", 2, n, lam(j, w(j)), using=[low])
        sums = (pf.lemma("sum_step", 1, n, e, using=[above]) for e in (v, lam(j, w(j))))
        return pf.both(
            pf.arith(
                claim(n + 1).args[0],
                here.left,
                *prods,
                later,
                multipliers=[1, w(n + 1), w(1) + 1, product(j, 1, n, v(j))],
            ),
            pf.arith(claim(n + 1).args[1], here.right, *sums, later),
        )

    return pf.general(w, pf.induction("n", 1, claim, base, step))


@once
def equal_widths(pf: Proof) -> Fact:
    """For n >= 0: the product of n factors c is c^n, their sum n c."""
    c, n = pf.fresh("c", "real"), pf.fresh("n", "int")
    low = pf.assume(n >= 0)
    v = lam(j, c)

    def claim(m: Term) -> Term:
        return conj(product(j, 1, m, v(j)) == c**m, total(j, 1, m, v(j)) == m * c)

    def base() -> Fact:
        zero = term(0)
        return pf.both(
            pf.arith(product(j, 1, zero, v(j)) == c**zero, pf.lemma("prod_empty", 1, 0, v)),
            pf.arith(total(j, 1, zero, v(j)) == zero * c, pf.lemma("sum_empty", 1, 0, v)),
        )

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        return pf.both(
            pf.arith(
                claim(m + 1).args[0],
                here.left,
                pf.lemma("prod_step", 1, m, v, using=[above]),
                pf.lemma("power_step", c, m, using=[above]),
                multipliers=[1, c],
            ),
            pf.arith(claim(m + 1).args[1], here.right, pf.lemma("sum_step", 1, m, v, using=[above])),
        )

    fact = pf.induction("m", 0, claim, base, step).apply(n, using=[low])
    return pf.general(c, n, pf.implication(low.formula, fact))
