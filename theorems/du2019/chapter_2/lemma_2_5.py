"""Lemma 2.5, the number of patterns that may flip: true, with C = sqrt(2/pi) < 1 where the text has a large one."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.sums import equal_sums, everywhere, smaller_sum, sum_of_constants
from numerics.terms import (
    TABLE,
    Term,
    conj,
    erf,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    pi,
    real,
    sqrt,
    term,
    total,
    where,
)
from theorems.arora2020.definitions import NormalWithin
from theorems.claim import Claim
from theorems.du2019.chapter_2.section_2_2_1 import strictly_below
from theorems.mukherjee2020.boolean import Distribution, Probability, Weighing, by_indicator, indicator

claim = Claim(
    "du2019", "lemma", "2.5", section="2.3.1", family="concentration",
    title="total number of unstable patterns",
    uses=["section_2_2_1.pattern_flip_event", "section_2_2_1.gaussian_anticoncentration"],
    statement=r"""Let $\|x_i\|_2 = 1$ for $i \le n$, let $w_1, \dots, w_m$ be standard Gaussian vectors, and let
    $S_i^\perp$ be the set of the $r$ for which some $v$ with $\|v - w_r\|_2 \le R$ has
    $1\{x_i^\top v \ge 0\} \ne 1\{x_i^\top w_r \ge 0\}$. For some constant $C > 0$, all $R \ge 0$ and all
    $0 < \delta < 1$: with probability at least $1 - \delta$, $\sum_i |S_i^\perp| \le \frac{C m n R}\delta$.""",
)  # fmt: skip

K, a, i, r, n, m = (integer(name) for name in ("K", "a", "i", "r", "n", "m"))
q, flips = function("q", "int->real"), function("flips", "int->int->int->bool")  # flips(a)(i)(r): A_ir, in the atom a
R, delta, C = real("R"), real("delta"), real("C")
count = lam(a, total(i, 1, n, total(r, 1, m, where(flips(a)(i)(r), 1, 0))))


def mostly(constant: Term) -> Term:
    """On every finite space where each A_ir has the probability of [-R, R]: few flips, but for probability delta."""
    return forall(K, q, n, m, flips, R, delta, implies(
        conj(Distribution(q, K), n >= 1, m >= 1, R >= 0, delta > 0, delta < 1, every(i, 1, n, every(
            r, 1, m, Probability(q, lam(a, flips(a)(i)(r)), K) == NormalWithin(1, R)))),
        Probability(q, lam(a, count(a) <= constant * m * n * R / delta), K) >= 1 - delta))  # fmt: skip


sharp = 2 / sqrt(2 * pi)
inside = erf(R / sqrt(2))
rare = conj(delta > 0, delta < 1, R > 0)

printed = claim.variant(
    "printed", exists(C, conj(C > 0, mostly(C))), expect="reduced",
    why="Anti-concentration bounds the expected number by 2 m n R / sqrt(2 pi), and Markov's inequality the rest.",
    observed=implies(conj(rare, delta > R), inside <= delta),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", mostly(sharp), expect="reduced",
    why="The constant of the proof is sqrt(2/pi) = 0.798; no large one is needed.",
    observed=implies(conj(rare, sharp * R < delta), inside <= delta),
)  # fmt: skip
for one in (printed, sharpened):
    claim.reduce(one, facts=["gaussian_projection", "finite_algebra"], prose="""
        Since |x_i| = 1, the variable w_r . x_i is a standard Gaussian (gaussian_projection). By pattern_flip_event
        (repaired), A_ir happens exactly when -R <= w_r . x_i < R; so its probability is that of [-R, R], which is
        NormalWithin(1, R). The n m events A_ir generate a finite algebra (finite_algebra); its atoms, from 1 to K,
        have probabilities q, and flips(a)(i)(r) says that atom a lies in A_ir. On them the sum of the |S_i^perp| is the
        number of (i, r) with flips(a)(i)(r), and what is left is the obligation.""")  # fmt: skip
explicit = [claim.obligation(variant, "atoms", mostly(sharp)) for variant in (printed, sharpened)]


def expected(p: Proof, weigh: Weighing, flips: Term, n: Term, m: Term, R: Term, wide: list[Fact], each: Fact) -> Fact:
    """E sum |S_i^perp| = n m P[-R, R]."""
    members = lam(i, r, a, where(flips(a)(i)(r), 1, 0))
    rows = lam(i, a, total(r, 1, m, members(i)(r)(a)))
    outer, chance = weigh.of_sum(n, rows, wide[0]), NormalWithin(1, R)
    some, others = (p.arith(k + 1 >= 1, fact) for k, fact in zip((n, m), wide, strict=True))

    def row(i: Term, low: Fact, high: Fact) -> Fact:
        inner = weigh.of_sum(m, members(i), wide[1])
        every_r = each.apply(i, using=[low, high])
        equal = equal_sums(p, term(1), m, lam(r, weigh.mean(members(i)(r))), lam(r, chance), lambda r, low, high: (
            p.unfold(every_r.apply(r, using=[low, high]))))  # fmt: skip
        constant = sum_of_constants(p).apply(1, m, chance, using=[others])
        return p.arith(weigh.mean(rows(i)) == m * chance, inner, equal, constant)

    whole = equal_sums(p, term(1), n, lam(i, weigh.mean(rows(i))), lam(i, m * chance), row)
    constant = sum_of_constants(p).apply(1, n, m * chance, using=[some])
    return p.arith(weigh.mean(lam(a, total(i, 1, n, rows(i)(a)))) == n * m * chance, outer, whole, constant)


@claim.prove(*explicit)
def by_markov(p: Proof, goal: Term) -> Fact:
    variables, (distribution, *wide, above, risk, _, each), conclusion = p.intro(goal)
    _, _, n, m, flips, R, delta = variables
    weigh = Weighing(p, distribution)
    size = lam(a, total(i, 1, n, total(r, 1, m, where(flips(a)(i)(r), 1, 0))))
    mean = expected(p, weigh, flips, n, m, R, wide, each)
    limit, inverse = sharp * m * n * R / delta, p.lemma("inverse", delta, using=[p.arith(negation(delta == 0), risk)])
    few = indicator(lam(a, size(a) <= limit))
    pairs = p.arith(m * n >= 1, *wide)

    def beyond(more: Term, positive: Fact, step: Callable[[Term, Fact], Fact], most: Fact) -> Fact:
        """The conclusion, from size > limit => size >= more > 0 and E size <= delta more."""
        many = indicator(lam(a, more <= size(a)))
        one, both = lam(a, term(1)), lam(a, 1 * few(a) + 1 * many(a))

        def covered(a: Term, low: Fact, high: Fact) -> Fact:
            def small(known: Fact) -> Fact:
                value = p.lemma("if_true", known.formula, 1, 0, using=[known])
                return by_indicator(p, more <= size(a), lambda _, other: p.arith(one(a) <= both(a), value, other))

            def large(known: Fact) -> Fact:
                values = [p.lemma("if_false", known.formula.args[0], 1, 0, using=[known]),
                          p.lemma("if_true", more <= size(a), 1, 0, using=[step(a, known)])]  # fmt: skip
                return p.arith(one(a) <= both(a), *values)

            return p.decide(size(a) <= limit, small, large)

        def counted(a: Term, low: Fact, high: Fact) -> Fact:
            return not_negative(p, n, m, flips(a), wide)

        markov = weigh.markov(size, more, p.arith(more >= 0, positive), counted)
        rare = p.arith(
            weigh.mean(many) <= delta, p.arith(more * weigh.mean(many) <= more * delta, markov, most), positive
        )
        return p.arith(conclusion, weigh.ordered(one, both, covered), weigh.combined(term(1), few, term(1), many),
                       weigh.constant(term(1)), rare)  # fmt: skip

    def still(no: Fact) -> Fact:
        """R = 0: no pattern flips, and a size above 0 is at least 1."""
        zero = p.arith(R == 0, no, above)
        bound = p.arith(limit == 0, zero, multipliers=[sharp * m * n / delta])
        chance = lam(R, NormalWithin(1, R) == 0)
        nothing = p.step("equality", [p.symmetric(zero), p.arith(chance(0), p.lemma("erf_zero"))], [chance])
        most = p.arith(weigh.mean(size) <= 1 * delta, mean, nothing, risk, multipliers=[1, n * m])
        return beyond(term(1), p.arith(term(1) > 0), lambda a, known: p.arith(
            size(a) >= 1, p.arith(size(a) > 0, known, bound)), most)  # fmt: skip

    def moving(yes: Fact) -> Fact:
        below = strictly_below(p, R, yes)
        product = p.arith(sharp * (m * n * R) > 0, p.enclose(sharp > 0), p.arith(m * n * R > 0, pairs, yes))
        positive = p.arith(limit > 0, product, p.arith(1 / delta > 0, inverse, risk))
        whole = p.arith(limit * delta == sharp * m * n * R, inverse, multipliers=[sharp * m * n * R])
        most = p.arith(weigh.mean(size) <= limit * delta, mean, whole, p.arith(
            n * m * NormalWithin(1, R) <= n * m * (2 * R / sqrt(2 * pi)), below, pairs))  # fmt: skip
        return beyond(limit, positive, lambda a, known: p.arith(limit <= size(a), known), most)

    return p.conclude(goal, variables, p.decide(R > 0, moving, still))


def not_negative(p: Proof, n: Term, m: Term, events: Term, wide: list[Fact]) -> Fact:
    """0 <= the number of (i, r) with events(i)(r)."""
    row = lam(i, r, where(events(i)(r), 1, 0))
    some, others = (p.arith(k + 1 >= 1, fact) for k, fact in zip((n, m), wide, strict=True))
    zero, zeros = (sum_of_constants(p).apply(1, k, 0, using=[fact]) for k, fact in ((n, some), (m, others)))

    def inner(i: Term, low: Fact, high: Fact) -> Fact:
        each = smaller_sum(p, term(1), m, lam(r, term(0)), row(i), others, lambda r, low, high: by_indicator(
            p, events(i)(r), lambda _, value: p.arith(row(i)(r) >= 0, value)))  # fmt: skip
        return p.arith(total(r, 1, m, row(i)(r)) >= 0, each, zeros)

    outer = smaller_sum(p, term(1), n, lam(i, term(0)), lam(i, total(r, 1, m, row(i)(r))), some, inner)
    return p.arith(total(i, 1, n, total(r, 1, m, row(i)(r))) >= 0, outer, zero)


@claim.satisfied(*explicit)
def without_motion(p: Proof, formula: Term) -> Fact:
    """One atom, one input and one neuron that does not flip, for R = 0."""
    q, flips = lam(a, term(1)), lam(a, i, r, a == 0)
    never, event = lam(a, flips(a)(i)(r)), Distribution(q, 1)
    distribution = p.restate(p.compute(Term(TABLE.unfold(event.index))), event)
    chance = Probability(q, never, 1)
    none = p.compute(Term(TABLE.unfold((chance == 0).index)))
    equal = p.arith(chance == NormalWithin(1, 0), none, p.lemma("erf_zero"))
    ones = term(1)
    each = everywhere(p, ones, ones, every(r, 1, 1, equal.formula), i, lambda i, low, high: everywhere(
        p, ones, ones, equal.formula, r, lambda r, first, last: equal))  # fmt: skip
    return p.exhibit(formula, [1, q, 1, 1, flips, 0, "1/2"], distribution, each)


@claim.instances
def near_the_bound(rng, n):
    """R up to 1 and delta close to sqrt(2/pi) R, or not; one neuron and one input, so that a size is 0 or 1."""
    radius = dyadic(rng, n, 0, 1)
    scale = np.where(rng.random(n) < 0.5, rng.integers(-20, 21, size=n) / 1000, rng.integers(-200, 400, size=n) / 1000)
    risk = np.round(0.79788456 * radius * (1 + scale) * 2**20) / 2**20
    return {"R": radius, "delta": risk}


claim.mutant("C = 3/4", printed, implies(conj(rare, term("3/4") * R < delta), inside <= delta))
claim.mutant("C = 1/2", printed, implies(conj(rare, 2 * delta > R), inside <= delta))
claim.mutant(
    "0.99 of the constant", sharpened, implies(conj(rare, term("99/100") * sharp * R < delta), inside <= delta)
)
claim.mutant("half of the constant", sharpened, implies(conj(rare, sharp * R < 2 * delta), inside <= delta))
