"""Circuits with given weights against a random function: moments of the agreement, whatever the biases.

A function on N points is drawn at random, one of 0, 1, ..., 2^N - 1, and a circuit computes another, with biases that
may depend on what was drawn. The pattern of signs of an affine family with d parameters is one of at most (3N + 1)^d,
and a ReLU gate with given weights cuts the points in at most N + 2 ways; so the exponential moment of the agreement is
at most so many times that of a fixed function.
"""

from collections.abc import Callable
from typing import ClassVar

from numerics.derive import Fact, Proof
from numerics.lemmas import power_of_exp, under
from numerics.sums import (
    empty_sum,
    equal_sums,
    everywhere,
    longer_sum,
    once,
    smaller_sum,
    sum_of_constants,
    sums_linear,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import (
    Term,
    absolute,
    conj,
    either,
    every,
    exp,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    some,
    term,
    total,
    where,
)
from theorems.mukherjee2020.boolean import (
    Bit,
    Boolean,
    agreements,
    parts_of_sums,
    power_positive,
    same_indicators,
)
from theorems.mukherjee2020.chapter_2.claim_1 import exact_moments, gaussian_moments
from theorems.mukherjee2020.choices import holds
from theorems.mukherjee2020.digits import powers_positive as natural_power

i, j, k, y, z, m = (integer(name) for name in "ijkyzm")
Values = Callable[[Term, Term], Term]  # the value of a function of (m, y)
Swap = Callable[[Term, Fact, Fact, Fact], Fact]
Settle = Callable[..., tuple[list[Fact], list[Term]]]


def signed(value: Term, tie: Term) -> Term:
    """The value is positive, or it is 0 and the tie is broken so."""
    return either(value > 0, conj(value == 0, tie))


def shown(event: Callable[[Term], Term]) -> Term:
    """The function that is 1 at the points of an event, else 0."""
    return lam(y, where(event(y), 1, 0))


@once
def least(p: Proof) -> Fact:
    """For all q, E and N >= 0: if some point among 0, ..., N - 1 has the property E, then q is least, among those that
    do, at one of them."""
    q, E = p.fresh("q", "int->real"), p.fresh("E", "int->bool")

    def found(y: Term, N: Term) -> Term:
        return conj(E(y), every(z, 0, N - 1, implies(E(z), q(y) <= q(z))))

    def claimed(N: Term) -> Term:
        return implies(some(y, 0, N - 1, E(y)), some(y, 0, N - 1, found(y, N)))

    def base() -> Fact:
        premise, goal = claimed(term(0)).args

        def nowhere(here: Fact) -> Fact:
            known = p.obtain(here, "y")[1]
            return p.anything(goal, p.arith(false, *known.left.split()))

        return under(p, premise, nowhere)

    def step(N: Term, above: Fact, before: Fact) -> Fact:
        premise, goal = claimed(N + 1).args
        here = p.assume(premise)

        def longer(at: Term, low: Fact, high: Fact, has: Fact, beats: Callable[[Term, Fact, Fact, Fact], Fact]) -> Fact:
            """The least is at the place given; ``beats(z, 0 <= z, z <= N, E(z))`` gives q(at) <= q(z)."""

            def each(z: Term, first: Fact, last: Fact) -> Fact:
                other = p.assume(E(z))
                return p.implication(E(z), beats(z, first, p.arith(z <= N, last), other))

            body = implies(E(z), q(at) <= q(z))
            return p.exhibit(goal, [at], low, p.arith(at <= N + 1 - 1, high), has, everywhere(
                p, term(0), N + 1 - 1, body, z, each))  # fmt: skip

        def early(yes: Fact) -> Fact:
            at, known = p.obtain(p.modus_ponens(before, yes), "y")
            low, high = known.left.split()
            has, beats = known.right.left, known.right.right
            top = p.arith(at <= N, high)

            def old(z: Term, first: Fact, last: Fact, other: Fact, least_: Callable[[Fact], Fact]) -> Fact:
                return p.decide(z <= N - 1, lambda inside: beats.apply(z, using=[first, inside, other]), least_)

            def new(smaller: Fact) -> Fact:
                def chosen(last_has: Fact) -> Fact:
                    """N has the property, and a smaller value."""
                    less = p.arith(q(N) <= q(at), smaller)
                    return longer(
                        N,
                        p.arith(N >= 0, above),
                        p.arith(N <= N),
                        last_has,
                        lambda z, first, last, other: old_or(z, first, last, other, less),
                    )

                def old_or(z: Term, first: Fact, last: Fact, other: Fact, less: Fact) -> Fact:
                    def at_end(no: Fact) -> Fact:
                        return p.arith(q(N) <= q(z), p.congruent(q, p.arith(N == z, no, last)))

                    return p.decide(z <= N - 1, lambda inside: p.arith(
                        q(N) <= q(z), less, beats.apply(z, using=[first, inside, other])), at_end)  # fmt: skip

                def without(last_has_not: Fact) -> Fact:
                    def at_end(z: Term, last: Fact, other: Fact) -> Callable[[Fact], Fact]:
                        def impossible(no: Fact) -> Fact:
                            moved = p.step("equality", [p.arith(z == N, no, last), other], [lam(y, E(y))])
                            return p.anything(q(at) <= q(z), p.conflict(moved, last_has_not))

                        return impossible

                    return longer(at, low, top, has, lambda z, first, last, other: old(
                        z, first, last, other, at_end(z, last, other)))  # fmt: skip

                return p.decide(E(N), chosen, without)

            def kept(larger: Fact) -> Fact:
                def at_end(z: Term, last: Fact) -> Callable[[Fact], Fact]:
                    return lambda no: p.arith(q(at) <= q(z), larger, p.congruent(q, p.arith(N == z, no, last)))

                return longer(at, low, top, has, lambda z, first, last, other: old(
                    z, first, last, other, at_end(z, last)))  # fmt: skip

            return p.decide(q(at) <= q(N), kept, new)

        def none(no: Fact) -> Fact:
            """Only N has the property."""
            at, known = p.obtain(here, "y")
            low, high = known.left.split()

            def outside(
                z: Term, first: Fact, last: Fact, other: Fact, then: Callable[[Fact], Fact], goal: Term
            ) -> Fact:
                """``then(z = N)``, since no point before N has the property."""

                def inside(yes: Fact) -> Fact:
                    there = p.exhibit(some(y, 0, N - 1, E(y)), [z], first, yes, other)
                    return p.anything(goal, p.conflict(there, no))

                return p.decide(z <= N - 1, inside, lambda late: then(p.arith(z == N, late, last)))

            has = outside(at, low, p.arith(at <= N, high), known.right, lambda equal: p.step(
                "equality", [equal, known.right], [lam(y, E(y))]), E(N))  # fmt: skip
            return longer(N, p.arith(N >= 0, above), p.arith(N <= N), has, lambda z, first, last, other: outside(
                z, first, last, other, lambda equal: p.arith(q(N) <= q(z), p.congruent(q, p.symmetric(equal))),
                q(N) <= q(z)))  # fmt: skip

        return under(p, premise, lambda _: p.decide(some(y, 0, N - 1, E(y)), early, none))

    return p.general(q, E, p.induction("N", 0, claimed, base, step))


@once
def nearer(p: Proof) -> Fact:
    """For all reals u, v: if |u| <= |v|, then u^2 <= v^2."""
    u, v = p.fresh("u", "real"), p.fresh("v", "real")
    near = p.assume(absolute(u) <= absolute(v))
    size = [
        p.by_cases(
            p.lemma("abs", x),
            *[
                lambda f, x=x: p.both(
                    p.arith(absolute(x) >= 0, f),
                    p.arith(absolute(x) * absolute(x) == x * x, f, multipliers=[absolute(x), x]),
                )
            ]
            * 2,
        )
        for x in (u, v)
    ]
    squares = p.arith((absolute(v) - absolute(u)) * (absolute(v) + absolute(u)) >= 0, near, size[0].left, size[1].left)
    return p.general(u, v, p.implication(near.formula, p.arith(u * u <= v * v, squares, size[0].right, size[1].right)))


class Moments:
    """Moments over the functions m on N >= 1 points, for a real t; K = 3N + 1."""

    def __init__(self, p: Proof, N: Term, t: Term, positive: Fact) -> None:
        self.p, self.N, self.t, self.positive = p, N, t, positive
        self.K, self.last = 3 * N + 1, 2**N - 1
        self.points = p.arith(N >= 0, positive)
        self.size = power_positive(p).apply(N, using=[self.points])
        self.nonempty = p.arith(2**N - 1 + 1 >= 0, self.size)
        self.fixed = 2**N * ((exp(t) + exp(-t)) / 2) ** N  # the moment of a fixed function

    def exponent(self, event: Values, m: Term) -> Term:
        """t (2A - N), for the number A of points at which the event agrees with the function m."""
        return self.t * (2 * agreements(shown(lambda y: event(m, y)), m, self.N) - self.N)

    def same(self, first: Values, second: Values, m: Term, there: Swap, back: Swap) -> Fact:
        """The exponents of two events at m are equal; ``there(y, 0 <= y, y <= N - 1, first)`` gives the second."""
        p, N = self.p, self.N

        def each(y: Term, low: Fact, high: Fact) -> Fact:
            one, other = first(m, y), second(m, y)
            equal = same_indicators(p, one, other, lambda known: there(y, low, high, known), lambda known: back(
                y, low, high, known))  # fmt: skip
            value = p.fresh("v", "int")
            hit = lam(value, where(value == Bit(m, y), 1, 0))
            return p.step("equality", [equal, p.reflexive(hit(where(one, 1, 0)))], [
                lam(value, hit(where(one, 1, 0)) == hit(value))])  # fmt: skip

        hits = [lam(y, where(where(event(m, y), 1, 0) == Bit(m, y), 1, 0)) for event in (first, second)]
        sums = equal_sums(p, term(0), N - 1, *hits, each)
        return p.arith(self.exponent(first, m) == self.exponent(second, m), sums, multipliers=[1, self.t])

    def spread(self, whole: Term, options: list[Term], F: Term, bound: Term, each: list[Fact], column: Fact,
               pointwise: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
        """The sum of ``whole`` over all m is at most that of the options and of F(1), ..., F(N).

        ``each`` bounds the sums of the options, two at most; ``column``, for all k, that of F(k) by ``bound``;
        ``pointwise(m, ...)`` gives whole(m) <= option(m) + ... + the sum of F(k)(m).
        """
        p, N, last = self.p, self.N, self.last
        first, second = [*options, lam(m, term(0))][:2]
        columns = lam(m, total(k, 1, N, F(k)(m)))
        both, every_part = lam(m, 1 * first(m) + 1 * second(m)), None
        every_part = lam(m, 1 * both(m) + 1 * columns(m))
        ordered = smaller_sum(p, term(0), last, whole, every_part, self.nonempty, pointwise)
        linear = [sums_linear(p).apply(0, last, a, b, 1, 1, using=[self.nonempty])
                  for a, b in ((first, second), (both, columns))]  # fmt: skip
        some_points = p.arith(N + 1 >= 1, self.positive)
        swapped = sums_swapped(p).apply(0, last, 1, N, lam(m, k, F(k)(m)), using=[self.nonempty, some_points])
        rows = lam(k, total(m, 0, last, F(k)(m)))
        most = smaller_sum(p, term(1), N, rows, lam(k, bound), some_points, lambda k, low, high: column(k))
        constant = sum_of_constants(p).apply(1, N, bound, using=[some_points])
        none = [] if len(options) == 2 else [sum_of_constants(p).apply(0, last, 0, using=[self.nonempty])]
        sums = total(m, 0, last, whole(m))
        limit = sum((total(m, 0, last, option(m)) for option in options), term(0)) + N * bound
        counted = p.arith(sums <= limit, ordered, *linear, swapped, most, constant, *none)
        return p.arith(sums <= sum((fact.formula.args[1] for fact in each), term(0)) + N * bound, counted, *each)


def kept(p: Proof, a: Term, b: Term, part: Term, tie: Term, new: Term, equal: Fact, small: Fact, sign: str,
         signs: list[Fact]) -> tuple[Callable[[Fact], Fact], Callable[[Fact], Fact]]:  # fmt: skip
    """signed(a, tie) and signed(b, new > 0 or new = 0 and tie) imply one another, from a = b + part and, as ``small``,
    part^2 <= a^2; ``signs`` say that part and new are both 0, positive, or negative, as ``sign`` says."""
    broken = either(new > 0, conj(new == 0, tie))
    first, second = signed(a, tie), signed(b, broken)

    def there(known: Fact) -> Fact:
        def above(more: Fact) -> Fact:
            if sign != "+":
                return p.or_intro(second, p.arith(b > 0, more, equal, *signs))
            kept_ = p.absurd(
                b >= 0,
                lambda no: p.arith(
                    false,
                    p.arith(
                        (part - a) * (part + a) > 0,
                        p.arith(part - a > 0, no, equal),
                        p.arith(part + a > 0, more, *signs),
                    ),
                    small,
                ),
            )
            return p.decide(b > 0, lambda yes: p.or_intro(second, yes), lambda no: p.or_intro(second, p.both(
                p.arith(b == 0, no, kept_), p.or_intro(broken, p.find(new > 0, signs)))))  # fmt: skip

        def level(both: Fact) -> Fact:
            zero, tied = both.left, both.right
            if sign != "0":
                never = p.arith(false, zero, small, *signs, multipliers=[1, a])
                return p.anything(second, never)
            return p.or_intro(second, p.both(p.arith(b == 0, zero, equal, *signs), p.or_intro(broken, p.both(
                p.find(new == 0, signs), tied))))  # fmt: skip

        return p.by_cases(known, above, level)

    def back(known: Fact) -> Fact:
        def above(more: Fact) -> Fact:
            if sign != "-":
                return p.or_intro(first, p.arith(a > 0, more, equal, *signs))
            return p.or_intro(first, p.absurd(a > 0, lambda no: p.arith(false, p.arith(
                (part - a) * (part + a) > 0, p.arith(a - part > 0, more, equal), p.arith(
                    -part - a > 0, no, *signs)), small)))  # fmt: skip

        def level(both: Fact) -> Fact:
            zero = both.left

            def positive_(more: Fact) -> Fact:
                if sign != "+":
                    return p.anything(first, p.arith(false, more, *signs))
                return p.or_intro(first, p.arith(a > 0, zero, equal, *signs))

            def tied(rest: Fact) -> Fact:
                if sign != "0":
                    return p.anything(first, p.arith(false, rest.left, *signs))
                return p.or_intro(first, p.both(p.arith(a == 0, zero, equal, *signs), rest.right))

            return p.by_cases(both.right, positive_, tied)

        return p.by_cases(known, above, level)

    return there, back


def affine(phi: Term, h: Term, beta: Term, d: Term) -> Values:
    """phi(y) + beta(m)(1) h(1)(y) + ... + beta(m)(d) h(d)(y)."""
    return lambda m, y: phi(y) + total(i, 1, d, beta(m)(i) * h(i)(y))


@once
def affine_moments(p: Proof) -> Fact:
    """For all t, N >= 1 and d >= 0, phi, e, h, beta: the moment of the patterns of signs, of phi(y) + the sum of
    beta(m)(i) h(i)(y), with ties broken by e, is at most (3N + 1)^d times that of a fixed function."""
    t, N = p.fresh("t", "real"), p.fresh("N", "int")
    positive = p.assume(N >= 1)
    M = Moments(p, N, t, positive)
    K, fixed, last = M.K, M.fixed, M.last
    names = [function("phi", "int->real"), function("e", "int->bool"), function("h", "int->int->real"),
             function("beta", "int->int->real")]  # fmt: skip

    def events(phi: Term, e: Term, h: Term, beta: Term, d: Term) -> Values:
        return lambda m, y: signed(affine(phi, h, beta, d)(m, y), e(y))

    def moment(event: Values) -> Term:
        return total(m, 0, last, exp(M.exponent(event, m)))

    def claimed(d: Term) -> Term:
        return forall(*names, moment(events(*names, d)) <= K**d * fixed)

    def opened() -> list[Term]:
        return [p.fresh(name, sort) for name, sort in (("phi", "int->real"), ("e", "int->bool"), (
            "h", "int->int->real"), ("beta", "int->int->real"))]  # fmt: skip

    def base() -> Fact:
        phi, e, h, beta = opened()
        event = events(phi, e, h, beta, term(0))
        plain: Values = lambda m, y: signed(phi(y), e(y))  # noqa: E731

        def each(m: Term, low: Fact, high: Fact) -> Fact:
            def swap(source: Values, target: Values) -> Swap:
                def moved(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                    none = empty_sum(p, term(1), term(0), lam(i, beta(m)(i) * h(i)(y)))
                    goal = target(m, y)
                    value = goal.args[0].args[1]
                    return p.by_cases(known, lambda more: p.or_intro(goal, p.arith(value > 0, more, none)),
                                      lambda both: p.or_intro(goal, p.both(p.arith(value == 0, both.left, none),
                                                                           both.right)))  # fmt: skip

                return moved

            equal = M.same(event, plain, m, swap(event, plain), swap(plain, event))
            return p.congruent(lam(z_ := p.fresh("x", "real"), exp(z_)), equal)

        same = equal_sums(p, term(0), last, lam(m, exp(M.exponent(event, m))), lam(m, exp(M.exponent(plain, m))), each)
        fixed_one = shown(lambda y: signed(phi(y), e(y)))
        value = either(fixed_one(y) == 0, fixed_one(y) == 1)
        boolean = p.restate(everywhere(p, term(0), N - 1, value, y, lambda y, low, high: p.decide(
            signed(phi(y), e(y)),
            lambda yes: p.or_intro(either(fixed_one(y) == 0, fixed_one(y) == 1), holds(p, signed(phi(y), e(y)), yes)),
            lambda no: p.or_intro(either(fixed_one(y) == 0, fixed_one(y) == 1), holds(p, signed(phi(y), e(y)), no)))),
            Boolean(fixed_one, N))  # fmt: skip
        exact = exact_moments(p).apply(t, fixed_one, N, using=[M.points, boolean])
        shown_ = p.arith(moment(event) <= K ** term(0) * fixed, same, exact, p.lemma("power_zero", K),
                         multipliers=[1, fixed])  # fmt: skip
        return p.general(phi, e, h, beta, shown_)

    def step(d: Term, above: Fact, here: Fact) -> Fact:
        phi, e, h, beta = opened()
        psi, top = affine(phi, h, beta, d + 1), lam(y, h(d + 1)(y))
        event = events(phi, e, h, beta, d + 1)

        def option(at: Term, s: int) -> tuple[Term, Term, Term, Term]:
            ratio = lam(y, top(y) / top(at))
            return (lam(y, phi(y) - phi(at) * ratio(y)),
                    lam(y, either(top(y) * s > 0, conj(top(y) * s == 0, e(y)))),
                    lam(i, y, h(i)(y) - h(i)(at) * ratio(y)), beta)  # fmt: skip

        plain = events(phi, e, h, beta, d)
        simple = lam(m, exp(M.exponent(plain, m)))
        cuts = {s: lam(k, m, exp(M.exponent(events(*option(k - 1, s), d), m))) for s in (-1, 0, 1)}
        F = lam(k, m, cuts[-1](k)(m) + cuts[0](k)(m) + cuts[1](k)(m))
        bound = K**d * fixed
        column = p.fresh("k", "int")
        three = [here(*option(column - 1, s)) for s in (-1, 0, 1)]
        parts = [lam(m, cuts[s](column)(m)) for s in (-1, 0, 1)]
        pair = lam(m, 1 * parts[0](m) + 1 * parts[1](m))
        linear = [sums_linear(p).apply(0, last, a, b, 1, 1, using=[M.nonempty]) for a, b in (
            (parts[0], parts[1]), (pair, parts[2]))]  # fmt: skip
        same = equal_sums(p, term(0), last, lam(m, F(column)(m)), lam(m, 1 * pair(m) + 1 * parts[2](m)),
                          lambda m, low, high: p.ring(F(column)(m), 1 * pair(m) + 1 * parts[2](m)))  # fmt: skip
        columns = p.general(column, p.arith(total(m, 0, last, F(column)(m)) <= 3 * bound, same, *linear, *three))

        def pointwise(m: Term, low: Fact, high: Fact) -> Fact:
            whole = exp(M.exponent(event, m))
            signs = [p.lemma("exp_positive", M.exponent(plain, m))]
            row = lam(k, F(k)(m))
            q = p.fresh("k", "int")
            nonneg = p.general(
                q, p.arith(row(q) >= 0, *(p.lemma("exp_positive", cuts[s](q)(m).args[0]) for s in (-1, 0, 1)))
            )
            sums = parts_of_sums(p).apply(row, N, using=[nonneg, M.points])
            goal = whole <= 1 * (1 * simple(m) + 1 * term(0)) + 1 * total(k, 1, N, F(k)(m))

            def by(equal: Fact, *facts: Fact) -> Fact:
                x = p.fresh("x", "real")
                return p.arith(goal, p.congruent(lam(x, exp(x)), equal), sums.left, *signs, *facts)

            active = lam(y, negation(top(y) == 0))
            longer = lambda y: longer_sum(p, term(1), d, lam(i, beta(m)(i) * h(i)(y)), above)  # noqa: E731

            def flat(none: Fact) -> Fact:
                """The last parameter does nothing."""

                def zero(y: Term, first: Fact, second: Fact) -> list[Fact]:
                    vanishes = p.absurd(top(y) == 0, lambda no: p.conflict(
                        p.exhibit(some(y, 0, N - 1, active(y)), [y], first, second, no), none))  # fmt: skip
                    return [p.arith(psi(m, y) == affine(phi, h, beta, d)(m, y), longer(y), vanishes, multipliers=[
                        1, beta(m)(d + 1)])]  # fmt: skip

                def moved(target: Values) -> Swap:
                    def go(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                        wanted, facts = target(m, y), zero(y, first, second)
                        value = wanted.args[0].args[1]
                        return p.by_cases(known, lambda more: p.or_intro(wanted, p.arith(value > 0, more, *facts)),
                                          lambda both: p.or_intro(wanted, p.both(p.arith(
                                              value == 0, both.left, *facts), both.right)))  # fmt: skip

                    return go

                return by(M.same(event, plain, m, moved(plain), moved(event)))

            def pivot(found: Fact) -> Fact:
                distance = lam(y, absolute(psi(m, y) / top(y)))
                at, known = p.obtain(least(p).apply(distance, active, N, using=[M.points, found]), "y")
                start, end = known.left.split()
                nonzero, nearest = known.right.left, known.right.right
                inverse = p.lemma("inverse", top(at), using=[nonzero])
                sigma = psi(m, at) / top(at)

                def case(s: int, sign: Fact) -> Fact:
                    new = option(at, s)
                    other, ratio = events(*new, d), lam(y, top(y) / top(at))

                    def relation(y: Term) -> tuple[Term, Term, Term, Fact]:
                        """a = psi(y), b = psi'(y), the part top(y) sigma, and a = b + part."""
                        rows = [lam(i, beta(m)(i) * h(i)(x)) for x in (y, at)]
                        nonempty = p.arith(d + 1 >= 1, above)
                        split = sums_linear(p).apply(1, d, *rows, 1, -ratio(y), using=[nonempty])
                        mixed = equal_sums(
                            p,
                            term(1),
                            d,
                            lam(i, beta(m)(i) * new[2](i)(y)),
                            lam(i, 1 * rows[0](i) + -ratio(y) * rows[1](i)),
                            lambda i, *_: p.ring(beta(m)(i) * new[2](i)(y), 1 * rows[0](i) + -ratio(y) * rows[1](i)),
                        )
                        a, b, part = psi(m, y), affine(new[0], new[2], beta, d)(m, y), top(y) * sigma
                        equal = p.arith(
                            a == b + part,
                            longer(y),
                            longer(at),
                            split,
                            mixed,
                            inverse,
                            multipliers=[1, 1 / top(at), top(y) / top(at), ratio(y), beta(m)(d + 1) * top(y)],
                        )
                        return a, b, part, equal

                    def way(back: bool) -> Swap:
                        def go(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                            a, b, part, equal = relation(y)
                            grown = top(y) * s

                            def branch(kind: str, facts: list[Fact], small: Fact) -> Fact:
                                pairs = kept(p, a, b, part, e(y), grown, equal, small, kind, facts)
                                return pairs[back](known)

                            def vanishing(zero: Fact) -> Fact:
                                facts = [p.arith(part == 0, zero, multipliers=[sigma]), p.arith(grown == 0, zero)]
                                small = p.arith(part * part <= a * a, p.arith(part * part == 0, facts[0], multipliers=[
                                    part]), squares=[a])  # fmt: skip
                                return branch("0", facts, small)

                            def proper(no: Fact) -> Fact:
                                near = nearest.apply(y, using=[first, second, no])
                                here_ = p.lemma("inverse", top(y), using=[no])
                                u, v = sigma, a / top(y)
                                closer = nearer(p).apply(u, v, using=[near])
                                small = p.arith(part * part <= a * a, p.arith(
                                    top(y) * top(y) * (v * v - u * u) >= 0, closer, p.arith(
                                        top(y) * top(y) >= 0, squares=[top(y)])), p.arith(
                                            top(y) * v == a, here_, multipliers=[a]), multipliers=[
                                                1, top(y) * v, a])  # fmt: skip
                                if s == 0:
                                    facts = [p.arith(part == 0, sign, multipliers=[top(y)]), p.arith(grown == 0)]
                                    return branch("0", facts, small)

                                def signed_(up: bool, fact: Fact) -> Fact:
                                    positive_ = up == (s > 0)
                                    facts = (
                                        [p.arith(part > 0, p.arith(part > 0, fact, sign)), p.arith(grown > 0, fact)]
                                        if positive_
                                        else [
                                            p.arith(part < 0, p.arith(part < 0, fact, sign)),
                                            p.arith(grown < 0, fact),
                                        ]
                                    )
                                    return branch("+" if positive_ else "-", facts, small)

                                return p.decide(top(y) > 0, lambda up: signed_(True, up), lambda down: signed_(
                                    False, p.absurd(top(y) < 0, lambda more: p.conflict(
                                        p.arith(top(y) == 0, more, down), no))))  # fmt: skip

                            return p.decide(top(y) == 0, vanishing, proper)

                        return go

                    equal = M.same(event, other, m, way(False), way(True))
                    place = at + 1
                    member = sums.right.apply(place, using=[p.arith(place >= 1, start), p.arith(place <= N, end)])
                    values = [p.lemma("exp_positive", cuts[r](place)(m).args[0]) for r in (-1, 0, 1)]
                    x = p.fresh("x", "real")
                    there = p.congruent(lam(x, exp(x)), equal)
                    moved = p.step("equality", [p.ring(at, place - 1), there], [
                        lam(z, whole == exp(M.exponent(events(*option(z, s), d), m)))])  # fmt: skip
                    return p.arith(goal, moved, member, *values, *signs)

                return p.decide(
                    sigma > 0,
                    lambda up: case(1, up),
                    lambda no: p.decide(
                        sigma < 0, lambda down: case(-1, down), lambda flat_: case(0, p.arith(sigma == 0, no, flat_))
                    ),
                )

            return p.decide(some(y, 0, N - 1, active(y)), pivot, flat)

        sums = M.spread(lam(m, exp(M.exponent(event, m))), [simple], F, 3 * bound, [here(phi, e, h, beta)], columns,
                        pointwise)  # fmt: skip
        power = p.lemma("power_step", K, d, using=[above])
        return p.general(phi, e, h, beta, p.arith(moment(event) <= K ** (d + 1) * fixed, sums, power, multipliers=[
            1, fixed]))  # fmt: skip

    every_d = p.induction("d", 0, claimed, base, step)
    return p.general(t, N, p.implication(positive.formula, every_d))


class Gates:
    """ReLU gates with given weights on N points: gate j has the argument b(m)(j) + u(j)(y) and the weight g(j)."""

    def __init__(self, N: Term, g: Term, u: Term, b: Term) -> None:
        self.N, self.g, self.u, self.b = N, g, u, b

    def argument(self, m: Term, j: Term, y: Term) -> Term:
        """The linear argument of gate j."""
        return self.b(m)(j) + self.u(j)(y)

    def on(self, m: Term, j: Term) -> Term:
        """The argument is nowhere negative."""
        return every(y, 0, self.N - 1, self.argument(m, j, y) >= 0)

    def off(self, m: Term, j: Term) -> Term:
        """The argument is negative everywhere."""
        return every(y, 0, self.N - 1, self.argument(m, j, y) < 0)

    def survives(self, m: Term, j: Term) -> Term:
        """1 if the gate is neither on nor off, else 0."""
        return where(conj(negation(self.on(m, j)), negation(self.off(m, j))), 1, 0)

    def survivors(self, m: Term, w: Term) -> Term:
        """How many of the gates 1, ..., w survive."""
        return total(j, 1, w, self.survives(m, j))

    def outputs(self, m: Term, y: Term, w: Term) -> Term:
        """The weighted sum of the outputs of the gates 1, ..., w."""
        return total(j, 1, w, self.g(j) * maximum(0, self.argument(m, j, y)))


def extended(d: Term, f: Term, last: Term) -> Term:
    """f(1), ..., f(d), and then ``last``."""
    return lam(i, where(i <= d, f(i), last))


class Families:
    """Circuits phi(y) + beta(m)(1) h(1)(y) + ... + beta(m)(d) h(d)(y) + B(m) + outputs of the first w gates, as
    families (d, phi, h, beta, B, w), and their moments: the sums of exp(t (2A - N) - kappa S)."""

    sorts: ClassVar = {
        "d": "int",
        "phi": "int->real",
        "h": "int->int->real",
        "beta": "int->int->real",
        "B": "int->real",
    }

    def __init__(self, p: Proof, t: Term, kappa: Term, N: Term, positive: Fact) -> None:
        self.p, self.kappa, self.N, self.M = p, kappa, N, Moments(p, N, t, positive)
        self.gates = Gates(N, p.fresh("g", "int->real"), p.fresh("u", "int->int->real"), p.fresh("b", "int->int->real"))
        self.names = [function(name, sort) if name != "d" else integer("d") for name, sort in self.sorts.items()]

    def opened(self) -> list[Term]:
        """A new family, without its number of gates."""
        return [self.p.fresh(name, sort) for name, sort in self.sorts.items()]

    def value(self, d: Term, phi: Term, h: Term, beta: Term, B: Term, w: Term) -> Values:
        """What the output gate compares with 0."""
        return lambda m, y: affine(phi, h, beta, d)(m, y) + B(m) + self.gates.outputs(m, y, w)

    def event(self, *family: Term) -> Values:
        """The output gate fires."""
        return lambda m, y: self.value(*family)(m, y) >= 0

    def weighed(self, *family: Term) -> Callable[[Term], Term]:
        """exp(t (2A - N) - kappa S)."""
        return lambda m: exp(self.M.exponent(self.event(*family), m) - self.kappa * self.gates.survivors(m, family[-1]))

    def moment(self, *family: Term) -> Term:
        """The sum over all m."""
        return total(m, 0, self.M.last, self.weighed(*family)(m))

    def longer(
        self, d: Term, phi: Term, h: Term, beta: Term, new: Term, add: Term, some_d: Fact, m: Term, y: Term
    ) -> Fact:
        """The sum over 1..d+1 of the extended parameters is that over 1..d and the new one."""
        p = self.p
        old = lam(i, beta(m)(i) * h(i)(y))
        both = lam(i, extended(d, beta(m), add)(i) * extended(d, lam(i, h(i)(y)), new)(i))
        sums = longer_sum(p, term(1), d, both, some_d)

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            parts = [p.lemma("if_true", i <= d, f, g, using=[high]) for f, g in ((beta(m)(i), add), (h(i)(y), new))]
            return p.arith(both(i) == old(i), *parts, multipliers=[1, where(i <= d, h(i)(y), new), beta(m)(i)])

        beyond = p.arith(negation(d + 1 <= d))
        parts = [p.lemma("if_false", d + 1 <= d, f(d + 1), g, using=[beyond]) for f, g in (
            (beta(m), add), (lam(i, h(i)(y)), new))]  # fmt: skip
        same = equal_sums(p, term(1), d, both, old, each)
        return p.arith(
            total(i, 1, d + 1, both(i)) == total(i, 1, d, old(i)) + add * new,
            sums,
            same,
            *parts,
            multipliers=[1, where(d + 1 <= d, h(d + 1)(y), new), add],
        )

    def base(self, family: list[Term], some_d: Fact) -> Fact:
        """Without gates, the moment is at most (3N + 1)^(d + 1) times that of a fixed function."""
        p, M, N, kappa, gates, longer = self.p, self.M, self.N, self.kappa, self.gates, self.longer
        (d, phi, h, beta, B), last, K = family, M.last, M.K
        value, event, weighed = self.value, self.event, self.weighed
        always = lam(y, term(0) == 0)
        wide = lam(i, y, where(i <= d, h(i)(y), 1))
        chosen = lam(m, extended(d, beta(m), B(m)))
        signs: Values = lambda m, y: signed(affine(phi, wide, chosen, d + 1)(m, y), always(y))  # noqa: E731

        def each(m: Term, low: Fact, high: Fact) -> Fact:
            def equal(y: Term) -> Fact:
                none = empty_sum(p, term(1), term(0), lam(j, gates.g(j) * maximum(0, gates.argument(m, j, y))))
                sums = longer(d, phi, h, beta, term(1), B(m), some_d, m, y)
                return p.arith(value(*family, term(0))(m, y) == affine(phi, wide, chosen, d + 1)(m, y), none, sums)

            def there(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                same, goal = equal(y), signs(m, y)
                a = same.formula.args[1]
                return p.decide(a > 0, lambda yes: p.or_intro(goal, yes), lambda no: p.or_intro(goal, p.both(
                    p.arith(a == 0, no, known, same), p.ring(0, 0))))  # fmt: skip

            def back(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                same, goal = equal(y), event(*family, term(0))(m, y)
                return p.by_cases(known, lambda more: p.arith(goal, more, same), lambda zero: p.arith(
                    goal, zero.left, same))  # fmt: skip

            none = empty_sum(p, term(1), term(0), lam(j, gates.survives(m, j)))
            exponents = M.same(event(*family, term(0)), signs, m, there, back)
            x = p.fresh("x", "real")
            return p.congruent(lam(x, exp(x)), p.arith(
                M.exponent(event(*family, term(0)), m) - kappa * gates.survivors(m, term(0)) == M.exponent(signs, m),
                exponents, none, multipliers=[1, kappa]))  # fmt: skip

        same = equal_sums(
            p, term(0), last, lam(m, weighed(*family, term(0))(m)), lam(m, exp(M.exponent(signs, m))), each
        )
        bound = affine_moments(p).apply(M.t, N, d + 1, using=[M.positive, p.arith(d + 1 >= 0, some_d)])
        bound = bound(phi, always, wide, chosen)
        return p.arith(
            total(m, 0, last, weighed(*family, term(0))(m)) <= K ** (d + 1) * M.fixed,
            same,
            bound,
        )


class Step:
    """One more gate, number w + 1, for a family: forced, or cut at one of the points.

    ``forced`` maps whether the gate is on to a family of w gates, twice the same or two; ``settle(m, y, known,
    bounds)`` gives facts and multipliers by which it has the values of the given one, from whether the gate is on.
    """

    def __init__(self, families: Families, w: Term, family: list[Term], some_d: Fact, above: Fact,
                 forced: dict[bool, tuple[Term, ...]], settle: Settle) -> None:  # fmt: skip
        self.families, self.w, self.family, self.some_d, self.above = families, w, family, some_d, above
        self.forced, self.settle = forced, settle
        self.options = [forced[False]] if forced[True] is forced[False] else [forced[False], forced[True]]
        self.price = exp(-families.kappa)
        self.F = lam(k, m, self.price * families.weighed(*self.cut(k - 1))(m))

    def cut(self, at: Term) -> tuple[Term, ...]:
        """The family in which the gate is active where its argument is at least that at the point."""
        (d, phi, h, beta, B), gates, w = self.family, self.families.gates, self.w
        new = lam(y, gates.u(w + 1)(y))
        active = lam(y, where(new(at) <= new(y), gates.g(w + 1), 0))
        return (d + 1, lam(y, phi(y) + active(y) * new(y)), lam(i, y, where(i <= d, h(i)(y), active(y))),
                lam(m, extended(d, beta(m), gates.b(m)(w + 1))), B, w)  # fmt: skip

    def columns(self, part: Callable[[Term], Fact], bound: Term) -> Fact:
        """The sum of F(k) is at most exp(-kappa) bound, for all k; ``part(k)``: its family's moment is at most that."""
        p, last = self.families.p, self.families.M.last
        column = p.fresh("k", "int")
        known = part(column)
        scaled = sums_scaled(p).apply(
            0,
            last,
            lam(m, self.families.weighed(*self.cut(column - 1))(m)),
            self.price,
            using=[self.families.M.nonempty],
        )
        return p.general(
            column,
            p.arith(
                total(m, 0, last, self.F(column)(m)) <= self.price * bound,
                scaled,
                p.arith(
                    self.price * known.formula.args[0] <= self.price * bound,
                    known,
                    p.lemma("exp_positive", -self.families.kappa),
                ),
            ),
        )

    def summed(self, each: list[Fact], bound: Term, columns: Fact) -> Fact:
        """The moment with the gate is at most those of the forced families and N exp(-kappa) bound."""
        weights = [lam(m, self.families.weighed(*f)(m)) for f in self.options]
        whole = lam(m, self.families.weighed(*self.family, self.w + 1)(m))
        return self.families.M.spread(whole, weights, self.F, self.price * bound, each, columns, self.pointwise)

    def pointwise(self, m: Term, low: Fact, high: Fact) -> Fact:
        """What ``summed`` says for every m."""
        families, w, some_d, above, F, cut, price = (
            self.families, self.w, self.some_d, self.above, self.F, self.cut, self.price)  # fmt: skip
        p, M, N, gates, kappa, longer = (
            families.p,
            families.M,
            families.N,
            families.gates,
            families.kappa,
            families.longer,
        )
        value, event, weighed, family = families.value, families.event, families.weighed, self.family
        d, phi, h, beta, _ = family
        g, new, whole = gates.g(w + 1), lam(y, gates.u(w + 1)(y)), weighed(*family, w + 1)
        row, q = lam(k, F(k)(m)), p.fresh("k", "int")

        def not_negative(q: Term) -> Fact:
            return p.arith(row(q) >= 0, p.arith(row(q) > 0, p.lemma("exp_positive", -kappa), p.lemma(
                "exp_positive", weighed(*cut(q - 1))(m).args[0])))  # fmt: skip

        sums = parts_of_sums(p).apply(row, N, using=[p.general(q, not_negative(q)), M.points])
        signs = [p.lemma("exp_positive", weighed(*f)(m).args[0]) for f in self.options]
        first_two = [*(weighed(*f)(m) for f in self.options), term(0)][:2]
        goal = whole(m) <= 1 * (1 * first_two[0] + 1 * first_two[1]) + 1 * total(k, 1, N, F(k)(m))
        argument = lambda y: gates.argument(m, w + 1, y)  # noqa: E731
        count = longer_sum(p, term(1), w, lam(j, gates.survives(m, j)), above)
        forced = conj(negation(gates.on(m, w + 1)), negation(gates.off(m, w + 1)))

        def outputs(y: Term) -> Fact:
            return longer_sum(p, term(1), w, lam(j, gates.g(j) * maximum(0, gates.argument(m, j, y))), above)

        def exponents(
            target: tuple[Term, ...], equal: Callable[[Term, Fact, Fact], Fact], gone: Fact, extra: int
        ) -> Fact:
            """The exponent is that of the target, less kappa if ``extra``; ``equal(y, ...)``: the values are."""

            def there(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                return p.arith(event(*target)(m, y), known, equal(y, first, second))

            def back(y: Term, first: Fact, second: Fact, known: Fact) -> Fact:
                return p.arith(event(*family, w + 1)(m, y), known, equal(y, first, second))

            same = M.same(event(*family, w + 1), event(*target), m, there, back)
            left, right = whole(m).args[0], weighed(*target)(m).args[0]
            return equal_exponents(p, left, -kappa + right if extra else right, same, count, gone, multipliers=[
                1, kappa])  # fmt: skip

        def lit(yes: Fact) -> Fact:
            def equal(y: Term, first: Fact, second: Fact) -> Fact:
                positive_ = yes.apply(y, using=[first, second])
                value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                    maximum(0, argument(y)) == argument(y), f, positive_)] * 2)  # fmt: skip
                facts, multipliers = self.settle(m, y, yes, [first, second])
                return p.arith(
                    value(*family, w + 1)(m, y) == value(*target)(m, y),
                    outputs(y),
                    value_,
                    *facts,
                    multipliers=[1, g, *multipliers],
                )

            target = self.forced[True]
            gone = p.lemma("if_false", forced, 1, 0, using=[p.refute(forced, lambda f: p.conflict(yes, f.left))])
            return p.arith(goal, exponents(target, equal, gone, 0), sums.left, *signs)

        def dark(no: Fact) -> Fact:
            def off(yes: Fact) -> Fact:
                def equal(y: Term, first: Fact, second: Fact) -> Fact:
                    negative = yes.apply(y, using=[first, second])
                    value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                        maximum(0, argument(y)) == 0, f, negative)] * 2)  # fmt: skip
                    facts, multipliers = self.settle(m, y, no, [first, second])
                    return p.arith(
                        value(*family, w + 1)(m, y) == value(*target)(m, y),
                        outputs(y),
                        value_,
                        *facts,
                        multipliers=[1, g, *multipliers],
                    )

                target = self.forced[False]

                gone = p.lemma("if_false", forced, 1, 0, using=[p.refute(forced, lambda f: p.conflict(yes, f.right))])
                return p.arith(goal, exponents(target, equal, gone, 0), sums.left, *signs)

            def both(live: Fact) -> Fact:
                active = lam(y, argument(y) >= 0)

                def nowhere(none: Fact) -> Fact:
                    dead = everywhere(p, term(0), N - 1, argument(y) < 0, y, lambda y, first, second: p.absurd(
                        argument(y) < 0, lambda more: p.conflict(p.exhibit(some(y, 0, N - 1, active(y)), [
                            y], first, second, p.arith(argument(y) >= 0, more)), none)))  # fmt: skip
                    return p.conflict(dead, live)

                found = p.absurd(some(y, 0, N - 1, active(y)), nowhere)
                at, known = p.obtain(least(p).apply(new, active, N, using=[M.points, found]), "y")
                start, end = known.left.split()
                fires, lowest = known.right.left, known.right.right
                target = cut(at)

                def equal(y: Term, first: Fact, second: Fact) -> Fact:
                    condition = new(at) <= new(y)
                    more = longer(d, phi, h, beta, where(condition, g, 0), gates.b(m)(w + 1), some_d, m, y)
                    goal_ = value(*family, w + 1)(m, y) == value(*target)(m, y)

                    def inside(yes: Fact) -> Fact:
                        value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                            maximum(0, argument(y)) == argument(y), f, yes, fires)] * 2)  # fmt: skip
                        return p.arith(goal_, outputs(y), value_, more, p.lemma("if_true", condition, g, 0, using=[
                            yes]), multipliers=[1, g, gates.b(m)(w + 1), new(y)])  # fmt: skip

                    def outside(no_: Fact) -> Fact:
                        negative = p.absurd(argument(y) < 0, lambda f: p.conflict(lowest.apply(
                            y, using=[first, second, p.arith(argument(y) >= 0, f)]), no_))  # fmt: skip
                        value_ = p.by_cases(p.lemma("max", 0, argument(y)), *[lambda f: p.arith(
                            maximum(0, argument(y)) == 0, f, negative)] * 2)  # fmt: skip
                        return p.arith(goal_, outputs(y), value_, more, p.lemma("if_false", condition, g, 0, using=[
                            no_]), multipliers=[1, g, gates.b(m)(w + 1), new(y)])  # fmt: skip

                    return p.decide(condition, inside, outside)

                counted = p.lemma("if_true", forced, 1, 0, using=[p.both(no, live)])
                same = exponents(target, equal, counted, 1)
                product = p.lemma("exp_sum", -kappa, weighed(*target)(m).args[0])
                place = at + 1
                member = sums.right.apply(place, using=[p.arith(place >= 1, start), p.arith(place <= N, end)])
                there = p.arith(whole(m) == price * weighed(*target)(m), same, product)
                moved = p.step("equality", [p.ring(at, place - 1), there], [
                    lam(z, whole(m) == price * weighed(*cut(z))(m))])  # fmt: skip
                return p.arith(goal, moved, member, *signs)

            return p.decide(gates.off(m, w + 1), off, both)

        return p.decide(gates.on(m, w + 1), lit, dark)


@once
def circuit_moments(p: Proof) -> Fact:
    """For all t, N >= 1, kappa with N (3N + 1) <= exp(kappa), gates, and w >= 0: the sum over m of exp(t (2A - N) -
    kappa S), for the agreements A of a circuit phi(y) + B(m) + sum_i beta(m)(i) h(i)(y) + outputs >= 0 with the
    function m, and the number S of its surviving gates, is at most 3^w (3N + 1)^(d+1) times the moment of a fixed
    function."""
    t, kappa, N = p.fresh("t", "real"), p.fresh("kappa", "real"), p.fresh("N", "int")
    positive, costly = p.assume(N >= 1), p.assume(N * (3 * N + 1) <= exp(kappa))
    families = Families(p, t, kappa, N, positive)
    M, gates, names = families.M, families.gates, families.names
    K, fixed = M.K, M.fixed

    def claimed(w: Term) -> Term:
        return forall(*names, implies(names[0] >= 0, families.moment(*names, w) <= 3**w * K ** (names[0] + 1) * fixed))

    def finish(family: list[Term], some_d: Fact, shown_: Fact) -> Fact:
        return p.general(*family, p.implication(some_d.formula, shown_))

    def base() -> Fact:
        family = families.opened()
        some_d = p.assume(family[0] >= 0)
        bound = families.base(family, some_d)
        return finish(
            family,
            some_d,
            p.arith(
                families.moment(*family, term(0)) <= 3 ** term(0) * K ** (family[0] + 1) * fixed,
                bound,
                p.lemma("power_zero", 3),
                multipliers=[1, K ** (family[0] + 1) * fixed],
            ),
        )

    def step(w: Term, above: Fact, here: Fact) -> Fact:
        d, phi, h, beta, B = family = families.opened()
        some_d = p.assume(d >= 0)
        g = gates.g(w + 1)
        on = (d, lam(y, phi(y) + g * gates.u(w + 1)(y)), h, beta, lam(m, B(m) + g * gates.b(m)(w + 1)), w)
        forced = {True: on, False: (*family, w)}
        more = Step(families, w, family, some_d, above, forced, lambda *_: ([], []))
        bound = 3**w * K ** (d + 1) * fixed
        power = p.lemma("power_step", K, d + 1, using=[p.arith(d + 1 >= 0, some_d)])

        def part(column: Term) -> Fact:
            known = here.apply(*more.cut(column - 1)[:-1], using=[p.arith(d + 1 >= 0, some_d)])
            return p.arith(known.formula.args[0] <= bound * K, known, power, multipliers=[1, 3**w * fixed])

        each = [here.apply(*f[:-1], using=[some_d]) for f in more.options]
        sums = more.summed(each, bound * K, more.columns(part, bound * K))
        size = p.arith(bound >= 0, p.arith(3**w * K ** (d + 1) > 0, natural_power(p).apply(3, w, using=[
            p.arith(term(3) >= 1), above]), natural_power(p).apply(K, d + 1, using=[p.arith(K >= 1, positive), p.arith(
                d + 1 >= 0, some_d)])), fixed_positive(p, M))  # fmt: skip
        cheap = p.arith(N * K * more.price <= 1, p.arith((exp(kappa) - N * K) * more.price >= 0, costly, p.lemma(
            "exp_positive", -kappa)), price_of(p, kappa))  # fmt: skip
        total_ = p.arith(
            N * (more.price * (bound * K)) <= bound, p.arith((1 - N * K * more.price) * bound >= 0, cheap, size)
        )
        return finish(
            family,
            some_d,
            p.arith(
                families.moment(*family, w + 1) <= 3 ** (w + 1) * K ** (d + 1) * fixed,
                sums,
                (total_),
                p.lemma("power_step", 3, w, using=[above]),
                multipliers=[1, K ** (d + 1) * fixed],
            ),
        )

    every_w = p.induction("w", 0, claimed, base, step)
    inner = p.general(gates.g, gates.u, gates.b, every_w)
    return p.general(t, kappa, N, p.implication(positive.formula, p.implication(costly.formula, inner)))


def price_of(p: Proof, kappa: Term) -> Fact:
    """exp(-kappa) exp(kappa) = 1."""
    return p.arith(
        exp(-kappa) * exp(kappa) == 1,
        p.lemma("exp_sum", -kappa, kappa),
        p.lemma("exp_zero"),
        equal_exponents(p, -kappa + kappa, term(0)),
    )


def equal_exponents(p: Proof, exponent: Term, value: Term, *facts: Fact, **how: object) -> Fact:
    """exp(exponent) = exp(value), by arithmetic."""
    x = p.fresh("x", "real")
    return p.congruent(lam(x, exp(x)), p.arith(exponent == value, *facts, **how))


def fixed_positive(p: Proof, M: Moments) -> Fact:
    """The moment of a fixed function is positive."""
    mean = (exp(M.t) + exp(-M.t)) / 2
    above = p.arith(mean > 0, p.lemma("exp_positive", M.t), p.lemma("exp_positive", -M.t))

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        return p.arith(
            mean ** (n + 1) > 0, p.lemma("power_step", mean, n, using=[low]), p.arith(mean**n * mean > 0, here, above)
        )

    powers = p.induction("n", 0, lambda n: mean**n > 0, p.arith(mean ** term(0) > 0, p.lemma("power_zero", mean)), step)
    return p.arith(M.fixed > 0, powers.apply(M.N, using=[M.points]), p.arith(2**M.N > 0, M.size))


@once
def circuit_mean(p: Proof) -> Fact:
    """For all t, N >= 1, kappa with N (3N + 1) <= exp(kappa), gates, w >= 0, phi and B: the sum over m of t (2A - N) -
    kappa S, for the circuit phi(y) + B(m) + outputs >= 0, is at most 2^N (w log 3 + log(3N + 1) + N t^2/2)."""
    t, kappa, N = p.fresh("t", "real"), p.fresh("kappa", "real"), p.fresh("N", "int")
    positive, costly = p.assume(N >= 1), p.assume(N * (3 * N + 1) <= exp(kappa))
    M = Moments(p, N, t, positive)
    gates = Gates(N, p.fresh("g", "int->real"), p.fresh("u", "int->int->real"), p.fresh("b", "int->int->real"))
    w, phi, B = p.fresh("w", "int"), p.fresh("phi", "int->real"), p.fresh("B", "int->real")
    some_w = p.assume(w >= 0)
    nothing = lam(i, y, term(0))
    moments = circuit_moments(p).apply(t, kappa, N, gates.g, gates.u, gates.b, w, 0, phi, nothing, nothing, B, using=[
        positive, costly, some_w])  # fmt: skip
    with_sum: Values = lambda m, y: affine(phi, nothing, nothing, term(0))(m, y) + B(m) + gates.outputs(m, y, w) >= 0  # noqa: E731
    event: Values = lambda m, y: phi(y) + B(m) + gates.outputs(m, y, w) >= 0  # noqa: E731
    last, K = M.last, M.K

    def exponent(m: Term) -> Term:
        return M.exponent(event, m) - kappa * gates.survivors(m, w)

    c = w * log(3) + log(K) + N * (t * t / 2)
    sizes = [power_of_exp(p, term(3), p.lemma("exp_log", 3), log(3), w, some_w),
             p.lemma("exp_log", K, using=[p.arith(K > 0, positive)]), p.lemma("exp_sum", w * log(3), log(K)),
             p.lemma("exp_sum", w * log(3) + log(K), N * (t * t / 2))]  # fmt: skip
    gauss = gaussian_moments(p).apply(t, N, using=[M.points]).right
    one = p.arith(K ** (term(0) + 1) == K, p.lemma("power_step", K, 0), p.lemma("power_zero", K), multipliers=[1, K])
    product = p.arith(exp(c) == 3**w * K * exp(N * (t * t / 2)), *sizes, multipliers=[
        1, exp(N * (t * t / 2)), exp(log(K)) * exp(N * (t * t / 2)), 3**w * exp(N * (t * t / 2))])  # fmt: skip
    scale_ = p.arith(3**w * K > 0, natural_power(p).apply(3, w, using=[p.arith(term(3) >= 1), some_w]), positive)
    mean = ((exp(t) + exp(-t)) / 2) ** N
    most = p.arith(3**w * K ** (term(0) + 1) * (2**N * mean) <= 2**N * exp(c), one, product, p.arith(
        3**w * K * mean <= 3**w * K * exp(N * (t * t / 2)), scale_, gauss), p.arith(2**N > 0, M.size),
        multipliers=[1, 3**w * 2**N * mean, 2**N])  # fmt: skip
    unit = p.arith(
        exp(-c) * exp(c) == 1, p.lemma("exp_sum", -c, c), p.lemma("exp_zero"), equal_exponents(p, -c + c, term(0))
    )
    small = p.lemma("exp_positive", -c)

    def pointwise(m: Term, low: Fact, high: Fact) -> Fact:
        def swap(goal: Values) -> Swap:
            return lambda y, first, second, known: p.arith(goal(m, y), known, empty_sum(
                p, term(1), term(0), lam(i, nothing(m)(i) * nothing(i)(y))))  # fmt: skip

        same = M.same(event, with_sum, m, swap(with_sum), swap(event))
        wide = M.exponent(with_sum, m) - kappa * gates.survivors(m, w)
        tangent = p.lemma("exp_tangent", wide - c)
        split = p.lemma("exp_sum", wide, -c)
        joined = equal_exponents(p, wide - c, wide + -c)
        return p.arith(exponent(m) <= exp(-c) * exp(wide) + 1 * (c - 1), same, tangent, split, joined)

    weight = lam(m, exp(M.exponent(with_sum, m) - kappa * gates.survivors(m, w)))
    constant = lam(m, c - 1)
    ordered = smaller_sum(p, term(0), last, lam(m, exponent(m)), lam(m, exp(-c) * weight(m) + 1 * constant(m)),
                          M.nonempty, pointwise)  # fmt: skip
    linear = sums_linear(p).apply(0, last, weight, constant, exp(-c), 1, using=[M.nonempty])
    flat = sum_of_constants(p).apply(0, last, c - 1, using=[M.nonempty])
    bounded = p.arith(exp(-c) * total(m, 0, last, weight(m)) <= exp(-c) * (2**N * exp(c)), small, p.arith(
        total(m, 0, last, weight(m)) <= 2**N * exp(c), moments, most))  # fmt: skip
    shown_ = p.arith(total(m, 0, last, exponent(m)) <= 2**N * c, ordered, linear, flat, bounded, unit, multipliers=[
        1, 2**N])  # fmt: skip
    inner = p.general(gates.g, gates.u, gates.b, w, p.implication(some_w.formula, p.general(phi, B, shown_)))
    return p.general(t, kappa, N, p.implication(positive.formula, p.implication(costly.formula, inner)))


def moments_goal() -> Term:
    """What :func:`circuit_mean` says, as one closed formula."""
    t, kappa, N, w = real("t"), real("kappa"), integer("N"), integer("w")
    g, B, phi = (function(name, "int->real") for name in ("g", "B", "phi"))
    u, b = function("u", "int->int->real"), function("b", "int->int->real")
    gates = Gates(N, g, u, b)
    circuit = shown(lambda y: phi(y) + B(m) + gates.outputs(m, y, w) >= 0)
    exponents = total(m, 0, 2**N - 1, t * (2 * agreements(circuit, m, N) - N) - kappa * gates.survivors(m, w))
    return forall(t, kappa, N, g, u, b, w, phi, B, implies(
        conj(N >= 1, N * (3 * N + 1) <= exp(kappa), w >= 0),
        exponents <= 2**N * (w * log(3) + log(3 * N + 1) + N * (t * t / 2))))  # fmt: skip
