"""Claim 1, a random Boolean function rarely agrees with a given one: true, for every number of points, not only 2^n."""

from __future__ import annotations

import numpy as np

from numerics.binomial import tail_numerators
from numerics.derive import Fact, Proof
from numerics.sampling import dyadic, integers
from numerics.sums import equal_sums, longer_sum, once, smaller_sum, sums_linear, sums_scaled
from numerics.terms import (
    Term,
    conj,
    exp,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.boolean import (
    Bit,
    Boolean,
    Chance,
    agreements,
    chance_not_negative,
    fewer_points,
    one_more_point,
    power_positive,
    powers_defined,
    reflected,
    zero_is_boolean,
)

claim = Claim(
    "mukherjee2020", "claim", "1", section="2.6", family="boolean_circuits",
    title="a random function agrees rarely with a given one",
    statement=r"""Let $f : \{-1, 1\}^n \to \{-1, 1\}$ be given and $\epsilon > 0$. For $g$ uniform among all functions
    $\{-1, 1\}^n \to \{-1, 1\}$, the probability that $f(x) = g(x)$ for at least a fraction $\frac12 + \epsilon$ of the
    points $x$ is at most $e^{-2^{n+1}\epsilon^2}$.""",
)  # fmt: skip

n, N, i, m = (integer(name) for name in ("n", "N", "i", "m"))
f, eps, t = function("f", "int->int"), real("epsilon"), real("t")


def agreement(f: Term, m: Term, N: Term) -> Term:
    """The fraction of the N points at which f agrees with the function number m."""
    return Chance(lam(i, f(i) == Bit(m, i)), N)


def often(N: Term) -> Term:
    """The probability that f agrees with a random function on at least a fraction 1/2 + epsilon of N points."""
    return Chance(lam(m, agreement(f, m, N) >= term("1/2") + eps), 2**N)


count = real("count")  # the number of functions on 2^n points that agree with f at 2^n (1/2 + epsilon) points at least
chance = count / 2 ** (2**n)
square = eps * eps

printed = claim.variant(
    "printed", forall(n, f, eps, implies(
        conj(n >= 1, eps > 0, Boolean(f, 2**n)), often(2**n) <= exp(-(2 ** (n + 1) * eps**2)))), expect="proved",
    why="Hoeffding's inequality: the numbers of agreements are a sum of independent bits, with moments by induction.",
    observed=implies(eps > 0, chance <= exp(-(2 ** (n + 1) * square))),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(N, f, eps, implies(
        conj(N >= 1, eps > 0, Boolean(f, N)),
        often(N) * (1 + exp(-(8 * N * eps**2))) <= exp(-(2 * N * eps**2)))), expect="proved",
    why="Both tails together: the bound for any number N of points, better by the factor 1 + exp(-8 N epsilon^2).",
    observed=implies(eps > 0, chance * (1 + exp(-(8 * 2**n * square))) <= exp(-(2 * 2**n * square))),
)  # fmt: skip

# The moments.

cosh = Claim(
    "mukherjee2020", "claim", "1", slug="cosh", section="2.6", family="boolean_circuits",
    title="moments of the number of agreements",
    statement=r"""For $f$ given on $N$ points and $g$ random, let $A$ be the number of agreements; $2A - N$ is a sum of
    $N$ random signs. Then $E\, e^{t(2A - N)} = \cosh(t)^N \le e^{N t^2/2}$ for every real $t$.""",
)  # fmt: skip

mean = (exp(t) + exp(-t)) / 2


def moment(f: Term, t: Term, N: Term) -> Term:
    """The sum of exp(t (2A - N)) over all functions on N points."""
    return total(m, 0, 2**N - 1, exp(t * (2 * agreements(f, m, N) - N)))


moments = cosh.variant(
    "printed", forall(N, f, t, implies(conj(N >= 0, Boolean(f, N)), conj(
        moment(f, t, N) / 2**N == mean**N, mean**N <= exp(N * t**2 / 2)))), expect="proved",
    why="By induction on N: one more point multiplies the moment by cosh t, and cosh t <= exp(t^2/2).",
    observed=((exp(t) + exp(-t)) / 2) ** N <= exp(N * t * t / 2),
)  # fmt: skip


@once
def exact_moments(p: Proof) -> Fact:
    """forall t, f, N >= 0: if f is Boolean on N points, the moment is 2^N cosh(t)^N."""
    f, t = p.fresh("f", "int->int"), p.fresh("t", "real")
    mean = (exp(t) + exp(-t)) / 2

    def claimed(N: Term) -> Term:
        return implies(Boolean(f, N), moment(f, t, N) == 2**N * mean**N)

    def base() -> Fact:
        """There is one function on no points, and it has no agreement."""
        z, weight = p.fresh("z", "int"), lam(m, exp(t * (2 * agreements(f, m, term(0)) - 0)))
        only = agreements(f, term(-1) + 1, term(0))  # as the step of the sum writes it
        none = p.lemma("sum_empty", 0, term(0) - 1, only.args[2])
        one = p.congruent(exp, p.arith(t * (2 * only - 0) == 0, none, multipliers=[t]))
        first = longer_sum(p, term(0), term(-1), weight)
        empty = p.lemma("sum_empty", 0, -1, weight)
        powers = [p.lemma("power_zero", x) for x in (term(2), mean)]
        value = p.arith(total(m, 0, term(1) - 1, weight(m)) == 1, first, empty, one, p.lemma("exp_zero"))
        size = p.symmetric(powers[0])
        there = p.step("equality", [size, value], [lam(z, total(m, 0, z - 1, weight(m)) == 1)])
        shown = p.arith(claimed(term(0)).args[1], there, *powers, multipliers=[1, mean**0])
        return p.implication(Boolean(f, 0), shown)

    def factored(x: Term, new: Term, weight: Term, last: Term, size: Fact) -> list[Fact]:
        """The sum of new is exp(x) times that of weight: the exponents differ by x."""
        factor = exp(x)

        def each(m: Term, low: Fact, high: Fact) -> Fact:
            return p.arith(new(m) == factor * weight(m), p.lemma("exp_sum", x, weight(m).args[0]))

        same = equal_sums(p, term(0), last, new, lam(m, factor * weight(m)), each)
        return [same, sums_scaled(p).apply(0, last, weight, factor, using=[size])]

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        boolean = p.assume(Boolean(f, N + 1))
        smaller, every = fewer_points(p, f, N, boolean)
        last = every.apply(N, using=[above, p.arith(N <= N + 1 - 1)])
        phi = lam(k := p.fresh("k", "int"), exp(t * (2 * k - (N + 1))))
        grown = one_more_point(p).apply(phi, f, N, using=[above, last])
        weight = lam(m, exp(t * (2 * agreements(f, m, N) - N)))
        size = power_positive(p).apply(N, using=[above])
        parts = []
        for sign, new in ((-1, lam(m, phi(agreements(f, m, N)))), (1, lam(m, phi(agreements(f, m, N) + 1)))):
            parts += factored(sign * t, new, weight, 2**N - 1, size)
        powers = [p.lemma("power_step", x, N, using=[above]) for x in (term(2), mean)]
        known = p.modus_ponens(here, smaller)
        return p.implication(
            boolean.formula,
            p.arith(
                claimed(N + 1).args[1],
                grown,
                *parts,
                known,
                *powers,
                multipliers=[1, exp(t), exp(-t), 2 ** (N + 1), 2 * mean**N * mean, mean ** (N + 1), mean**N * mean],
            ),
        )

    return p.general(t, f, p.induction("N", 0, claimed, base, step))


@once
def gaussian_moments(p: Proof) -> Fact:
    """forall t, N >= 0: 0 <= cosh(t)^N <= exp(N t^2 / 2)."""
    t = p.fresh("t", "real")
    mean, bound = (exp(t) + exp(-t)) / 2, exp(t * t / 2)
    kernel = p.lemma("cosh", t)
    positive = p.arith(mean >= 0, p.lemma("exp_positive", t), p.lemma("exp_positive", -t))

    def claimed(N: Term) -> Term:
        return conj(mean**N >= 0, mean**N <= exp(N * (t * t / 2)))

    def base() -> Fact:
        one, zero = p.lemma("power_zero", mean), p.lemma("exp_zero")
        flat = p.congruent(exp, p.ring(0 * (t * t / 2), 0))
        return p.both(p.arith(mean**0 >= 0, one), p.arith(mean**0 <= exp(0 * (t * t / 2)), one, zero, flat))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        power = p.lemma("power_step", mean, N, using=[above])
        more = p.lemma("exp_sum", N * (t * t / 2), t * t / 2)
        low, high = here.split()
        first = p.arith(mean**N * mean <= exp(N * (t * t / 2)) * mean, high, positive)
        second = p.arith(exp(N * (t * t / 2)) * mean <= exp(N * (t * t / 2)) * bound, kernel,
                         p.lemma("exp_positive", N * (t * t / 2)))  # fmt: skip
        return p.both(p.arith(mean ** (N + 1) >= 0, power, p.arith(mean**N * mean >= 0, low, positive)),
                      p.arith(claimed(N + 1).args[1], power, first, second, more))  # fmt: skip

    return p.general(t, p.induction("N", 0, claimed, base, step))


@cosh.prove(moments)
def by_induction_on_the_points(p: Proof, goal: Term) -> Fact:
    (N, f, t), (above, boolean), conclusion = p.intro(goal)
    exact = exact_moments(p).apply(t, f, N, using=[above, boolean])
    size = power_positive(p).apply(N, using=[above])
    inverse = p.lemma("inverse", 2**N, using=[p.arith(negation(2**N == 0), size)])
    mean = (exp(t) + exp(-t)) / 2
    equal = p.arith(moment(f, t, N) / 2**N == mean**N, exact, inverse, multipliers=[1 / 2**N, mean**N])
    limit = gaussian_moments(p).apply(t, N, using=[above]).right
    return p.conclude(goal, [N, f, t], p.both(equal, p.arith(conclusion.args[1], limit)))


@once
def rising(p: Proof) -> Fact:
    """exp(c) + exp(-c) <= exp(x) + exp(-x) for 0 <= c <= x."""
    c, x = p.fresh("c", "real"), p.fresh("x", "real")
    low, high = p.assume(c >= 0), p.assume(c <= x)
    step = p.arith(exp(x - c) >= 1, p.lemma("exp_tangent", x - c), high)
    above = p.arith(exp(c) >= 1, p.lemma("exp_tangent", c), low)
    larger = p.arith(exp(x) >= exp(c), p.lemma("exp_sum", c, x - c), step, above)
    inverses = []
    for y in (c, x):
        one = p.arith(exp(y) * exp(-y) == 1, p.lemma("exp_sum", y, -y), p.lemma("exp_zero"))
        inverses += [one, p.arith(exp(-y) <= 1, one, p.lemma("exp_positive", -y), above, larger)]
    small = p.arith(exp(-c) * exp(-x) <= 1, inverses[1], inverses[3], p.lemma("exp_positive", -c))
    shown = p.arith(exp(c) + exp(-c) <= exp(x) + exp(-x),
                    p.arith((exp(x) - exp(c)) * (1 - exp(-c) * exp(-x)) >= 0, larger, small),
                    inverses[0], inverses[2], multipliers=[exp(-x), exp(-c)])  # fmt: skip
    return p.general(c, x, p.implication(low.formula, p.implication(high.formula, shown)))


@once
def both_tails(p: Proof) -> Fact:
    """The sharpened bound, for all N >= 1, f and epsilon > 0."""
    goal = sharpened.statement.formula
    (N, f, eps), (positive, accurate, boolean), conclusion = p.intro(goal)
    above, last = p.arith(N >= 0, positive), 2**N - 1
    size = power_positive(p).apply(N, using=[above])
    inverse = p.lemma("inverse", N, using=[p.arith(negation(N == 0), positive)])
    t, edge = 2 * eps, 4 * N * eps * eps
    room = p.arith(N * eps > 0, accurate, positive)
    wide = p.arith(edge >= 0, accurate, room)
    k, A = p.fresh("k", "int"), lam(m, agreements(f, m, N))
    event = lam(k, term("1/2") + eps <= k / N)
    tail = lam(k, where(event(k), 1, 0))
    top, bottom = (lam(k, exp(s * (2 * k - N))) for s in (t, -t))
    ratio = exp(edge) + exp(-edge)

    def far(k: Term, reached: Fact) -> Fact:
        """2k - N >= 2 N epsilon, from event(k)."""
        scaled = p.arith(k / N * N >= (term("1/2") + eps) * N, reached, positive)
        return p.arith(2 * k - N >= 2 * N * eps, scaled, inverse, multipliers=[k])

    def beyond(k: Term, reached: Fact) -> Fact:
        """ratio <= exp(x) + exp(-x), x = t (2k - N), from event(k)."""
        x = t * (2 * k - N)
        return rising(p).apply(edge, x, using=[wide, p.arith(edge <= x, far(k, reached), accurate)])

    def one(k: Term, reached: Fact) -> Fact:
        return p.lemma("if_true", event(k), 1, 0, using=[reached])

    def none(k: Term, missed: Fact) -> Fact:
        return p.lemma("if_false", event(k), 1, 0, using=[missed])

    goal_here = ratio * tail(k) + ratio * tail(N - k) <= 1 * top(k) + 1 * bottom(k)

    def above_half(yes: Fact) -> Fact:
        other = p.refute(event(N - k), lambda no: p.arith(false, far(k, yes), far(N - k, no), room))
        return p.arith(goal_here, one(k, yes), none(N - k, other), beyond(k, yes), multipliers=[ratio])

    def below_half(yes: Fact, missed: Fact) -> Fact:
        return p.arith(goal_here, none(k, missed), one(N - k, yes), beyond(N - k, yes), multipliers=[ratio])

    def neither(no: Fact, missed: Fact) -> Fact:
        signs = [p.lemma("exp_positive", s * (2 * k - N)) for s in (t, -t)]
        return p.arith(goal_here, none(k, missed), none(N - k, no), *signs, multipliers=[ratio])

    pointwise = p.general(k, p.decide(event(k), above_half, lambda missed: p.decide(
        event(N - k), lambda yes: below_half(yes, missed), lambda no: neither(no, missed))))  # fmt: skip
    functions = [lam(m, h(A(m))) for h in (tail, lam(k, tail(N - k)), top, bottom)]
    linear = [sums_linear(p).apply(0, last, one, other, c, c, using=[size])
              for one, other, c in ((*functions[:2], ratio), (*functions[2:], 1))]  # fmt: skip
    ordered = smaller_sum(p, term(0), last, *(lam(m, c * a(m) + c * b(m)) for a, b, c in (
        (*functions[:2], ratio), (*functions[2:], term(1)))), p.arith(last + 1 >= 0, size),
        lambda m, low, high: pointwise(A(m)))  # fmt: skip
    equal = reflected(p).apply(f, N, using=[above, boolean])(tail)
    exact = [exact_moments(p).apply(s, f, N, using=[above, boolean]) for s in (t, -t)]
    mean = ((exp(t) + exp(-t)) / 2) ** N
    limit = gaussian_moments(p).apply(t, N, using=[above]).right
    bound, hits = exp(2 * N * eps * eps), total(m, 0, last, tail(A(m)))
    counted = p.arith(hits * ratio <= 2**N * mean, ordered, *linear, equal, *exact, multipliers=[1, ratio])
    bounded = p.arith(hits * ratio <= 2**N * bound, counted, p.arith(2**N * mean <= 2**N * bound, limit, size))
    share, small = 1 / 2**N, exp(-edge)
    half = p.lemma("inverse", 2**N, using=[p.arith(negation(2**N == 0), size)])
    smaller = p.arith(small * share > 0, p.lemma("exp_positive", -edge), p.arith(share > 0, half, size))
    products = [p.lemma("exp_sum", -edge, e) for e in (edge, -edge, 2 * N * eps * eps)]
    scaled = p.arith(hits * ratio * (small * share) <= bound * small, p.arith(
        hits * ratio * (small * share) <= 2**N * bound * (small * share), bounded, smaller), half,
        multipliers=[bound * small])  # fmt: skip
    shown = p.arith(conclusion, scaled, *products, p.lemma("exp_zero"), multipliers=[1, hits * share])
    return p.conclude(goal, [N, f, eps], shown)


@claim.prove(sharpened)
def by_both_tails(p: Proof, goal: Term) -> Fact:
    return both_tails(p)


@claim.prove(printed)
def by_one_tail(p: Proof, goal: Term) -> Fact:
    (n, f, eps), (positive, accurate, boolean), conclusion = p.intro(goal)
    size = power_positive(p).apply(n, using=[p.arith(n >= 0, positive)])
    double = p.lemma("power_step", 2, n, using=[p.arith(n >= 0, positive)])
    tails = both_tails(p).apply(2**n, f, eps, using=[size, accurate, boolean])
    chance, factor = tails.formula.args[0].args
    positive = chance_not_negative(p, chance, power_positive(p).apply(2**n, using=[p.arith(2**n >= 0, size)]))
    more = p.arith(chance <= chance * factor, positive, p.lemma("exp_positive", factor.args[1].args[0]))
    exponent = p.congruent(exp, p.arith(-(2 * 2**n * eps**2) == -(2 ** (n + 1) * eps**2), double, multipliers=[eps**2]))
    return p.conclude(goal, [n, f, eps], p.arith(conclusion, tails, more, exponent))


@claim.satisfied(sharpened)
def one_point(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(i, term(0)), 1], zero_is_boolean(p, term(1)))


@claim.satisfied(printed)
def two_points(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(i, term(0)), 1], zero_is_boolean(p, term(2) ** 1))


@cosh.satisfied(moments)
def a_point(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(i, term(0)), 1], zero_is_boolean(p, term(1)))


for one in (claim, cosh):
    one.defined(*one.variants.values())(powers_defined)


@claim.instances
def every_threshold(rng, n):
    """For 2, 4, ..., 32 points every number j of agreements as the threshold 2^n (1/2 + epsilon), in turn."""
    cases = [(k, j, int(c)) for k in range(1, 6) for j, c in enumerate(tail_numerators(2**k)[:-1])]
    points, least, counts = np.array(cases, dtype=float)[np.arange(n) % len(cases)].T
    return {"n": points, "epsilon": least / 2**points - 0.5, "count": counts}


claim.mutant("twice the exponent", printed, implies(eps > 0, chance <= exp(-(2 ** (n + 2) * square))))
claim.mutant("two thirds of the bound", printed, implies(
    eps > 0, chance <= term("2/3") * exp(-(2 ** (n + 1) * square))))  # fmt: skip
claim.mutant("the factor 2", sharpened, implies(eps > 0, chance * 2 <= exp(-(2 * 2**n * square))))
claim.mutant("four fifths of the bound", sharpened, implies(
    eps > 0, chance * (1 + exp(-(8 * 2**n * square))) <= term("4/5") * exp(-(2 * 2**n * square))))  # fmt: skip


@cosh.instances
def few_signs(rng, n):
    """Numbers of points up to 12 and t in [-4, 4]."""
    return {"N": integers(rng, n, 0, 12), "t": dyadic(rng, n, -4, 4, bits=8)}


cosh.mutant("exp(0.49 N t^2)", moments, mean**N <= exp(term("49/100") * N * t * t))
cosh.mutant("exp(N t^2 / 4)", moments, mean**N <= exp(N * t * t / 4))
