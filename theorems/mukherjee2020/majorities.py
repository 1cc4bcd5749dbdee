"""Points of the cube with a given number of ones, and central binomial coefficients (for the majority, Lemma 2.6.1)."""

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums, longer_sum, once
from numerics.terms import (
    Term,
    between,
    binomial,
    conj,
    derivative,
    erf,
    exists,
    exp,
    false,
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
from theorems.mukherjee2020.digits import one_more_bit, powers_positive, spelled

b, i, k, x = (integer(name) for name in "bikx")
t = real("t")


def beside(e: Term) -> Term:
    """What position i adds to the number of ones at other positions than e, when its bit is b."""
    return lam(i, b, (1 - where(i == e, 1, 0)) * b)


def level(e: Term, N: Term, k: Term) -> Term:
    """The number of points of {0, 1}^N with k ones at other positions than e."""
    return total(x, 0, 2**N - 1, where(spelled(beside(e), term(2), N, x) == k, 1, 0))


def equivalent(p: Proof, first: Term, second: Term, *facts: Fact) -> Fact:
    """where(first, 1, 0) = where(second, 1, 0), for comparisons that follow from one another by arithmetic."""
    goal = where(first, 1, 0) == where(second, 1, 0)

    def yes(fact: Fact) -> Fact:
        values = [p.lemma("if_true", first, 1, 0, using=[fact]),
                  p.lemma("if_true", second, 1, 0, using=[p.arith(second, fact, *facts)])]  # fmt: skip
        return p.arith(goal, *values)

    def no(fact: Fact) -> Fact:
        other = p.refute(second, lambda also: p.conflict(p.arith(first, also, *facts), fact))
        return p.arith(
            goal, p.lemma("if_false", first, 1, 0, using=[fact]), p.lemma("if_false", second, 1, 0, using=[other])
        )

    return p.decide(first, yes, no)


@once
def levels(p: Proof) -> Fact:
    """For all e >= 0 and N >= 0, and all k: {0, 1}^N has binomial(N, k) points with k ones at other positions than e if
    N <= e, and 2 binomial(N - 1, k) if e + 1 <= N."""
    e = p.fresh("e", "int")
    low = p.assume(e >= 0)
    h = beside(e)

    def before(N: Term) -> Term:
        return implies(N <= e, forall(k, level(e, N, k) == binomial(N, k)))

    def after(N: Term) -> Term:
        return implies(e + 1 <= N, forall(k, level(e, N, k) == 2 * binomial(N - 1, k)))

    def base() -> Fact:
        """One point without bits."""
        zero, k, z = term(0), p.fresh("k", "int"), p.fresh("z", "int")
        single = lam(x, where(spelled(h, term(2), zero, x) == k, 1, 0))
        only = term(-1) + 1
        none = p.lemma("sum_empty", 0, zero - 1, spelled(h, term(2), zero, only).args[2])
        first = longer_sum(p, zero, term(-1), single)
        whole = p.arith(total(x, 0, term(1) - 1, single(x)) == single(only), first, p.lemma("sum_empty", 0, -1, single))
        there = p.step("equality", [p.symmetric(p.lemma("power_zero", 2)), whole],
                       [lam(z, total(x, 0, z - 1, single(x)) == single(only))])  # fmt: skip
        hit = spelled(h, term(2), zero, only) == k
        goal = level(e, zero, k) == binomial(0, k)

        def equal(yes: Fact) -> Fact:
            nothing = p.arith(k == 0, yes, none)
            one = p.congruent(lam(z, binomial(0, z)), nothing)
            return p.arith(goal, there, p.lemma("if_true", hit, 1, 0, using=[yes]), one, p.lemma("binomial_zero", 0))

        def different(no: Fact) -> Fact:
            value = p.lemma("if_false", hit, 1, 0, using=[no])

            def high(above: Fact) -> Fact:
                return p.arith(goal, there, value, p.lemma("binomial_above", 0, k, using=[above]))

            def below(other: Fact) -> Fact:
                negative = p.absurd(
                    k < 0, lambda more: p.conflict(p.arith(hit, none, p.arith(k == 0, more, other)), no)
                )
                return p.arith(goal, there, value, p.lemma("binomial_below", 0, k, using=[negative]))

            return p.decide(k > 0, high, below)

        empty = p.general(k, p.decide(hit, equal, different))
        late = p.assume(e + 1 <= 0)
        never = p.anything(after(zero).args[1], p.arith(false, late, low))
        return p.both(p.implication(zero <= e, empty), p.implication(late.formula, never))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        def halves(k: Term) -> tuple[Fact, list[Term]]:
            phi = lam(t, where(t == k, 1, 0))
            whole = one_more_bit(p).apply(phi, h, N, using=[above])
            return whole, [part.args[2] for part in whole.formula.args[1].args]

        def moved(part: Term, k: Term, other: Term, value: Fact) -> Fact:
            """A half is the level of k' = other on N positions."""
            goal = lam(x, where(spelled(h, term(2), N, x) == other, 1, 0))
            return equal_sums(p, term(0), 2**N - 1, part, goal, lambda x, low, high: equivalent(
                p, part(x).args[0], goal(x).args[0], value))  # fmt: skip

        def outside(k: Term, different: Fact) -> Fact:
            """level(N + 1, k) = level(N, k) + level(N, k - 1), for N != e."""
            whole, (zero, one) = halves(k)
            none = p.lemma("if_false", N == e, 1, 0, using=[different])
            return p.arith(level(e, N + 1, k) == level(e, N, k) + level(e, N, k - 1), whole, moved(zero, k, k, none),
                           moved(one, k, k - 1, none))  # fmt: skip

        def early(within: Fact) -> Fact:
            k = p.fresh("k", "int")
            known = p.modus_ponens(here.left, p.arith(N <= e, within))
            grown = outside(k, p.arith(negation(N == e), within))
            pascal = p.lemma("pascal", N, k - 1, using=[above])
            return p.general(
                k, p.arith(level(e, N + 1, k) == binomial(N + 1, k), grown, known(k), known(k - 1), pascal)
            )

        def late(beyond: Fact) -> Fact:
            k = p.fresh("k", "int")
            goal = level(e, N + 1, k) == 2 * binomial(N + 1 - 1, k)

            def at(equal: Fact) -> Fact:
                known = p.modus_ponens(here.left, p.arith(N <= e, equal))(k)
                whole, parts = halves(k)
                one = p.lemma("if_true", N == e, 1, 0, using=[equal])
                return p.arith(goal, whole, *(moved(part, k, k, one) for part in parts), known)

            def past(different: Fact) -> Fact:
                more = p.absurd(e + 1 <= N, lambda no: p.conflict(p.arith(N == e, no, beyond), different))
                known = p.modus_ponens(here.right, more)
                pascal = p.lemma("pascal", N - 1, k - 1, using=[p.arith(N - 1 >= 0, more, low)])
                return p.arith(goal, outside(k, different), known(k), known(k - 1), pascal)

            return p.general(k, p.decide(N == e, at, past))

        first, second = p.assume(N + 1 <= e), p.assume(e + 1 <= N + 1)
        return p.both(p.implication(first.formula, early(first)), p.implication(second.formula, late(second)))

    shown = p.induction("N", 0, lambda N: conj(before(N), after(N)), base, step)
    return p.general(e, p.implication(low.formula, shown))


@once
def absorption(p: Proof) -> Fact:
    """For all n >= 0 and j: (j + 1) binomial(n + 1, j + 1) = (n + 1) binomial(n, j)."""

    def claimed(n: Term) -> Term:
        return forall(k, (k + 1) * binomial(n + 1, k + 1) == (n + 1) * binomial(n, k))

    def base() -> Fact:
        j = p.fresh("j", "int")
        pascal = p.lemma("pascal", 0, j)
        goal = (j + 1) * binomial(term(0) + 1, j + 1) == (term(0) + 1) * binomial(0, j)
        several = [1, j, j + 1]

        def low(below: Fact) -> Fact:
            none = p.lemma("binomial_below", 0, j, using=[below])

            def first(equal: Fact) -> Fact:
                return p.arith(goal, pascal, none, equal, multipliers=[*several, binomial(0, j + 1), binomial(0, j)])

            def lower(other: Fact) -> Fact:
                negative = p.absurd(j + 1 < 0, lambda no: p.conflict(p.arith(j == -1, no, below), other))
                return p.arith(
                    goal, pascal, none, p.lemma("binomial_below", 0, j + 1, using=[negative]), multipliers=several
                )

            return p.decide(j == -1, first, lower)

        def high(above: Fact) -> Fact:
            beyond = p.lemma("binomial_above", 0, j + 1, using=[p.arith(term(0) < j + 1, above)])

            def first(equal: Fact) -> Fact:
                return p.arith(goal, pascal, beyond, equal, multipliers=[*several, binomial(0, j)])

            def higher(other: Fact) -> Fact:
                positive = p.absurd(term(0) < j, lambda no: p.conflict(p.arith(j == 0, no, above), other))
                return p.arith(
                    goal, pascal, beyond, p.lemma("binomial_above", 0, j, using=[positive]), multipliers=several
                )

            return p.decide(j == 0, first, higher)

        return p.general(j, p.decide(j < 0, low, high))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        j = p.fresh("j", "int")
        pascals = [p.lemma("pascal", n + 1, j, using=[p.arith(n + 1 >= 0, above)]),
                   p.lemma("pascal", n, j - 1, using=[above])]  # fmt: skip
        return p.general(j, p.arith((j + 1) * binomial(n + 1 + 1, j + 1) == (n + 1 + 1) * binomial(n + 1, j), here(j),
                                    here(j - 1), *pascals, multipliers=[1, j, n, j + 1, n + 1]))  # fmt: skip

    return p.induction("n", 0, claimed, base, step)


def central(k: Term) -> Term:
    """binomial(2k, k)."""
    return binomial(2 * k, k)


@once
def centrals(p: Proof) -> Fact:
    """For all k >= 0: binomial(2k, k) >= 1 and (k + 1) binomial(2k + 2, k + 1) = 2 (2k + 1) binomial(2k, k)."""

    def ratio(k: Term, above: Fact) -> Fact:
        even = p.arith(2 * k >= 0, above)
        grown = [absorption(p).apply(n, using=[p.arith(n >= 0, above)])(j)
                 for n, j in ((2 * k + 1, k), (2 * k, k), (2 * k, k - 1))]  # fmt: skip
        pascal = p.lemma("pascal", 2 * k, k - 1, using=[even])
        return p.arith(
            (k + 1) * central(k + 1) == 2 * (2 * k + 1) * central(k), *grown, pascal, multipliers=[1, 2, k, k + 1]
        )

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        scaled = p.arith((k + 1) * central(k + 1) >= k + 1, ratio(k, above), p.arith(
            2 * (2 * k + 1) * (central(k) - 1) >= 0, here, above), above)  # fmt: skip
        return p.absurd(central(k + 1) >= 1, lambda no: p.arith(false, p.arith(
            (k + 1) * (central(k + 1) - 1) < 0, no, above), scaled))  # fmt: skip

    base = p.arith(central(term(0)) >= 1, p.lemma("binomial_zero", 2 * term(0)))
    positive, k = p.induction("k", 0, lambda k: central(k) >= 1, base, step), p.fresh("k", "int")
    above = p.assume(k >= 0)
    return p.general(k, p.implication(above.formula, p.both(positive.apply(k, using=[above]), ratio(k, above))))


# A lower bound: the integral of (1 - t^2)^k over [0, 1] is 1/((2k + 1) tie(k)), and less than that of exp(-k t^2).


def tie(k: Term) -> Term:
    """The probability that 2k random bits have k ones."""
    return binomial(2 * k, k) / 4**k


@once
def ties(p: Proof) -> Fact:
    """For all k >= 0: tie(k) > 0 and (2k + 2) tie(k + 1) = (2k + 1) tie(k)."""
    k = p.fresh("k", "int")
    above = p.assume(k >= 0)
    positive, ratio = centrals(p).apply(k, using=[above]).split()
    later = p.arith(k + 1 >= 0, above)
    sizes = [
        powers_positive(p).apply(4, e, using=[p.arith(term(4) >= 1), low]) for e, low in ((k, above), (k + 1, later))
    ]
    inverses = [p.lemma("inverse", 4**e, using=[p.arith(negation(4**e == 0), size)])
                for e, size in zip((k, k + 1), sizes, strict=True)]  # fmt: skip
    step = p.lemma("power_step", 4, k, using=[above])
    first = p.arith(tie(k) > 0, positive, p.arith(1 / 4**k > 0, inverses[0], sizes[0]))
    quarter = p.arith(1 / 4 ** (k + 1) == 1 / 4**k / 4, *inverses, step, multipliers=[
        1, 1 / 4**k / 4, 1 / 4 ** (k + 1), 1 / 4**k / 4 * (1 / 4 ** (k + 1))])  # fmt: skip
    second = p.arith((2 * k + 2) * tie(k + 1) == (2 * k + 1) * tie(k), ratio, quarter, multipliers=[
        1 / 4**k, 1 / 4 ** (k + 1), (2 * k + 2) * binomial(2 * (k + 1), k + 1)])  # fmt: skip
    return p.general(k, p.implication(above.formula, p.both(first, second)))


def integral(k: Term, c: Term) -> Term:
    """There are P(t) = (1 - t^2)^k, its derivative Q and its integral G from 0, and (2k + 1) c G(1) = 1."""
    P, Q, G = (function(name, "real->real") for name in "PQG")
    rates = derivative(lam(t, P(t)), t, Q(t)), derivative(lam(t, G(t)), t, P(t))
    everywhere = forall(t, conj(*rates, (1 - t * t) * Q(t) == -(2 * k * t * P(t))))
    inside = forall(t, implies(between(0, t, 1), conj(P(t) >= 0, P(t) <= exp(-(k * (t * t))))))
    return exists(P, Q, G, conj(everywhere, inside, G(0) == 0, (2 * k + 1) * c * G(1) == 1))


@once
def integrals(p: Proof) -> Fact:
    """integral(k, tie(k)) for all k >= 0."""

    def base() -> Fact:
        P, Q, G = lam(t, term(1)), lam(t, term(0)), lam(t, t)
        zero = p.both(p.step("derivative", [], [P, t, term(0)]), p.step("derivative", [], [G, t, term(1)]),
                      p.ring((1 - t * t) * 0, -(2 * term(0) * t * 1)))  # fmt: skip
        within = p.assume(between(0, t, 1))
        flat = p.congruent(lam(t, exp(t)), p.ring(-(term(0) * (t * t)), 0))
        one = p.arith(term(1) <= exp(-(term(0) * (t * t))), flat, p.lemma("exp_zero"))
        inside = p.general(t, p.implication(within.formula, p.both(p.arith(term(1) >= 0), one)))
        value = p.arith((2 * term(0) + 1) * tie(term(0)) * 1 == 1, p.lemma("binomial_zero", 2 * term(0)))
        goal = integral(term(0), tie(term(0)))
        return p.exhibit(goal, [P, Q, G], p.general(t, zero), inside, p.ring(0, 0), value)

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        P, Q, G, known = p.obtain(here, "P", "Q", "G")
        everywhere, inside, start, end = known.left, known.right.left, known.right.right.left, known.right.right.right
        slope, rate, relation = everywhere(t).split()
        P1, Q1 = lam(t, (1 - t * t) * P(t)), lam(t, -(2 * t * P(t)) + (1 - t * t) * Q(t))
        share = 1 / (2 * k + 3)
        G1 = lam(t, share * (t * ((1 - t * t) * P(t)) + (2 * k + 2) * G(t)))
        odd = p.arith(2 * k + 3 > 0, above)
        inverse = p.lemma("inverse", 2 * k + 3, using=[p.arith(negation(2 * k + 3 == 0), odd)])
        first = p.step("derivative", [slope], [P1, t, Q1(t)])
        raw = share * ((1 - 3 * t * t) * P(t) + t * ((1 - t * t) * Q(t)) + (2 * k + 2) * P(t))
        found = p.step("derivative", [slope, rate], [G1, t, raw])
        equal = p.arith(raw == P1(t), relation, inverse, multipliers=[share * t, P(t), t * t * P(t)])
        z = p.fresh("z", "real")
        second = p.step("equality", [equal, found], [lam(z, derivative(G1, t, z))])
        third = p.arith((1 - t * t) * Q1(t) == -(2 * (k + 1) * t * P1(t)), relation, multipliers=[1, t * t])
        within = p.assume(between(0, t, 1))
        low, high = inside.apply(t, using=[within]).split()
        narrow = p.arith(1 - t * t >= 0, *within.split())
        tangent = p.arith(1 - t * t <= exp(-(t * t)), p.lemma("exp_tangent", -(t * t)))
        positive = p.arith(P1(t) >= 0, low, narrow)
        more = p.lemma("exp_sum", -(t * t), -(k * (t * t)))
        bound = p.arith(
            P1(t) <= exp(-((k + 1) * (t * t))),
            p.arith(P1(t) <= exp(-(t * t)) * P(t), tangent, low),
            p.arith(
                exp(-(t * t)) * P(t) <= exp(-(t * t)) * exp(-(k * (t * t))), high, p.lemma("exp_positive", -(t * t))
            ),
            more,
        )
        ratio = ties(p).apply(k, using=[above]).right
        goal = integral(k + 1, tie(k + 1))
        for e in (k, k + 1):
            p.reflexive(1 / 4**e)  # a term for arithmetic to write multipliers with
        last = p.arith((2 * (k + 1) + 1) * tie(k + 1) * G1(1) == 1, end, ratio, inverse, multipliers=[
            1, G(1), (2 * k + 2) * tie(k + 1) * G(1)])  # fmt: skip
        return p.close(p.exhibit(
            goal, [P1, Q1, G1], p.general(t, p.both(first, second, third)),
            p.general(t, p.implication(within.formula, p.both(positive, bound))),
            p.arith(G1(0) == 0, start, multipliers=[1, share, share * k]), last))  # fmt: skip

    return p.induction("k", 0, lambda k: integral(k, tie(k)), base, step)


@once
def below_the_gaussian(p: Proof) -> Fact:
    """For all k >= 1: 4 k < (2k + 1)^2 tie(k)^2 pi."""
    k = p.fresh("k", "int")
    some = p.assume(k >= 1)
    known = integrals(p).apply(k, using=[p.arith(k >= 0, some)])
    P, _, G, known = p.obtain(known, "P", "Q", "G")
    everywhere, inside, start, end = known.left, known.right.left, known.right.right.left, known.right.right.right
    root, circle = p.lemma("sqrt", k, using=[p.arith(k >= 0, some)]), p.lemma("sqrt", pi, using=[p.enclose(0 <= pi)])
    s, r = sqrt(k), sqrt(pi)
    side = p.arith(s > 0, root.left, root.right, some)
    wide = p.enclose(0 < r)
    inverses = [p.lemma("inverse", y, using=[p.arith(negation(y == 0), above)]) for y, above in ((s, side), (r, wide))]
    A = r / 2 * (1 / s)
    gap = lam(t, A * erf(s * t) - G(t))
    slope = lam(t, A * (2 * exp(-(s * t * (s * t))) / r * s) - P(t))

    def at(t: Term) -> list[Fact]:
        return [everywhere(t).right.left, p.arith(negation(r == 0), wide)]

    c, found = p.mean_value(gap, slope, p.arith(term(0) < term(1)), at)
    within, rise = found.split()[:2], found.right
    low, high = within
    scale = p.arith(A * (2 * (1 / r) * s) == 1, *inverses, multipliers=[r * (1 / r), s * (1 / s), 1])
    exponent = p.arith(-(s * c * (s * c)) == -(k * (c * c)), root.right, multipliers=[c * c])
    value = p.congruent(lam(t, exp(t)), exponent)
    below = inside.apply(c, using=[p.arith(c >= 0, low), p.arith(c <= 1, high)]).right
    steep = p.arith(slope(c) >= 0, scale, value, below, multipliers=[1, exp(-(s * c * (s * c)))])
    nothing = p.congruent(lam(t, erf(t)), p.ring(s * 0, 0))
    ends = p.arith(G(1) <= A * erf(s * 1), rise, steep, nothing, p.lemma("erf_zero"), start, multipliers=[1, A])
    half = p.arith(A > 0, p.arith(1 / s > 0, inverses[0], side), wide)
    less = p.arith(G(1) < A, ends, p.arith(A * erf(s * 1) < A * 1, half, p.lemma("erf_bound", s * 1)))
    T = (2 * k + 1) * tie(k)
    p.reflexive(1 / 4**k)  # a term for arithmetic to write multipliers with
    positive = p.arith(T > 0, ties(p).apply(k, using=[p.arith(k >= 0, some)]).left, some)
    product = p.arith(T * A > 1, p.arith(T * G(1) < T * A, less, positive), end)
    long = p.arith(T * r > 2 * s, p.arith(T * A * (2 * s) > 2 * s, product, side), inverses[0], multipliers=[1, T * r])
    square = p.arith(T * r * (T * r) > 4 * (s * s), p.arith(T * r * (T * r) > 2 * s * (2 * s), long, side))
    shown = p.arith(4 * k < T * T * pi, square, root.right, circle.right, multipliers=[1, T * T])
    return p.general(k, p.implication(some.formula, p.close(shown)))
