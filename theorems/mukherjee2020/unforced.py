"""How often a random block restriction leaves a threshold gate unforced (Lemma 2.6.1): the argument, for every gate.

Set the free bits with the signs of the weights, or against them: the gate is not forced exactly when it fires at the
first point and not at the second. These points have densities U and V on the cube (means over the choices of the free
positions), so that P[not forced] = E f (U - V), and E U = E V = 1, E UV = E UVU = E UVV = (1 - 1/s)^m for m parts of s
positions. Hence P^2 <= 1 - (1 - 1/s)^m, from 2 mu |U - V| <= mu^2 (U + V) + (U + V) - 4 UV + UV (U + V) with mu = P.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import (
    equal_sums,
    once,
    smaller_sum,
    sum_of_constants,
    sums_linear,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    either,
    false,
    integer,
    lam,
    negation,
    product,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.boolean import Bit, Chance, by_indicator, chance_not_negative
from theorems.mukherjee2020.choices import Partition, Scales
from theorems.mukherjee2020.densities import (
    binary,
    densities_positive,
    plain,
    set_bits,
    settled,
    signed,
    tilted,
    triple_products,
)
from theorems.mukherjee2020.digits import Digit, digit_bounds, equal_products, powers_positive, spelled, weight
from theorems.mukherjee2020.restrictions import (
    Completes,
    Fires,
    Forced,
    Free,
    Unforced,
    freedom,
)

c, d, e, i, j, x = (integer(name) for name in "cdeijx")
t = real("t")


@once
def distributed(p: Proof) -> Fact:
    """For all A, B and X, R >= 1: the sum over x of A(x) times the sum over c of B(c, x) is the sum over c of the sums
    over x of A(x) B(c, x), where 0 <= x <= X - 1 and 0 <= c <= R - 1."""
    A, B = p.fresh("A", "int->real"), p.fresh("B", "int->int->real")
    X, R = p.fresh("X", "int"), p.fresh("R", "int")
    points, choices = p.assume(X >= 1), p.assume(R >= 1)
    some_points, some_choices = p.arith(X - 1 + 1 >= 0, points), p.arith(R - 1 + 1 >= 0, choices)
    both = lam(x, c, A(x) * B(c)(x))
    left = lam(x, A(x) * total(c, 0, R - 1, B(c)(x)))
    spread = equal_sums(
        p,
        term(0),
        X - 1,
        left,
        lam(x, total(c, 0, R - 1, both(x)(c))),
        lambda x, low, high: p.symmetric(sums_scaled(p).apply(0, R - 1, lam(c, B(c)(x)), A(x), using=[some_choices])),
    )
    swapped = sums_swapped(p).apply(0, X - 1, 0, R - 1, both, using=[some_choices, some_points])
    shown = p.arith(spread.formula.args[0] == swapped.formula.args[1], spread, swapped)
    return p.general(A, B, X, R, p.implication(points.formula, p.implication(choices.formula, shown)))


def combined(p: Proof, hi: Term, nonempty: Fact, *parts: tuple[Term, Term]) -> tuple[Term, Fact]:
    """A linear combination h of functions, and the fact that the sum of h over 0..hi is that of the sums."""
    (scale, f), *rest = parts
    whole = lam(x, scale * f(x))
    known = sums_scaled(p).apply(0, hi, f, scale, using=[nonempty])
    value = scale * total(x, 0, hi, f(x))
    for scale, f in rest:
        more = sums_linear(p).apply(0, hi, whole, f, 1, scale, using=[nonempty])
        whole, value = lam(x, 1 * whole(x) + scale * f(x)), value + scale * total(x, 0, hi, f(x))
        known = p.arith(total(x, 0, hi, whole(x)) == value, known, more)
    return whole, known


@once
def two_densities(p: Proof) -> Fact:
    """For all reals mu, f, u, v, R: if f = 0 or 1, u >= 0 and v >= 0, then with g = f - 1/2
    4 mu R^2 g (u - v) <= (mu^2 + 1) (u + v) R^2 - 4 u v R + u v (u + v)."""
    mu, f, u, v, R = (p.fresh(name, "real") for name in ("mu", "f", "u", "v", "R"))
    bit, first, second = p.assume(either(f == 0, f == 1)), p.assume(u >= 0), p.assume(v >= 0)
    left = 4 * mu * R * R * (f - term("1/2")) * (u - v)
    goal = left <= (mu * mu + 1) * (u + v) * R * R - 4 * u * v * R + u * v * (u + v)
    both = p.arith(u * v >= 0, first, second)

    def positive(above: Fact) -> Fact:
        """(u + v) (right - left) = R^2 (mu (u + v) -+ (u - v))^2 + u v (2 R - u - v)^2."""

        def signed(sign: int) -> Callable[[Fact], Fact]:
            side = R * (mu * (u + v) - sign * (u - v))
            bound = 2 * sign * mu * R * R * (u - v) <= goal.args[1]
            scaled = p.arith((u + v) * bound.args[0] <= (u + v) * bound.args[1], both, squares=[side, 2 * R - (u + v)])
            shown = p.absurd(bound, lambda no: p.arith(
                false, p.arith((u + v) * bound.args[0] > (u + v) * bound.args[1], no, above), scaled))  # fmt: skip
            return lambda value: p.arith(goal, shown, value, multipliers=[1, mu * R * R * (u - v)])

        return p.by_cases(bit, signed(-1), signed(1))

    def none(no: Fact) -> Fact:
        zero = [p.arith(y == 0, no, first, second) for y in (u, v)]
        return p.arith(goal, *zero, multipliers=[
            mu * R * R * (f - term("1/2")), mu * mu * R * R, R * R, v * R, v * (u + v)])  # fmt: skip

    shown = p.decide(u + v > 0, positive, none)
    for premise in (second, first, bit):
        shown = p.implication(premise.formula, shown)
    return p.general(mu, f, u, v, R, shown)


class Gate:
    """A threshold gate and a partition, from EqualParts(part, n, m, s); X = 2^n points and R = s^m choices."""

    def __init__(self, p: Proof, w: Term, theta: Term, known: Fact) -> None:
        self.p, self.w, self.theta, self.partition = p, w, theta, Partition(p, known)
        self.part, self.n, self.m, self.s = known.formula.args
        self.long = p.arith(self.n >= 0, self.partition.positions)
        self.X, self.R = 2**self.n, self.s**self.m
        self.points = powers_positive(p).apply(2, self.n, using=[p.arith(term(2) >= 1), self.long])
        self.choices = powers_positive(p).apply(self.s, self.m, using=[
            self.partition.some_place, p.arith(self.m >= 0, self.partition.some_part)])  # fmt: skip
        self.some_points = p.arith(self.X - 1 + 1 >= 0, self.points)
        self.some_choices = p.arith(self.R - 1 + 1 >= 0, self.choices)
        self.signs = lam(i, where(w(i) >= 0, 1, -1))
        self.fires = lam(t, where(theta <= t, 1, 0))
        self.value = lam(x, self.fires(spelled(plain(w), term(2), self.n, x)))

    def freedom(self, c: Term) -> Term:
        """1 at the positions that c leaves free."""
        return freedom(self.part, self.m, self.s, c)

    def binary(self, c: Term) -> Fact:
        """The values of ``freedom`` are 0 and 1."""
        p, F = self.p, self.freedom(c)
        value = by_indicator(p, Free(self.part, self.m, self.s, c, i), lambda known, value: p.or_intro(
            either(F(i) == 0, F(i) == 1), value))  # fmt: skip
        return p.restate(p.general(i, value), binary(F))

    def signed(self, signs: Term) -> Fact:
        """The weights' signs, or their opposites, are 1 and -1."""
        p, goal = self.p, either(signs(i) == 1, signs(i) == -1)

        def value(known: Fact) -> Fact:
            sign = self.sign(i, known)
            one = (known.formula.op == "not") == (signs(i).op != "if" and signs(i).args[0].index == term(-1).index)
            return p.or_intro(goal, p.arith(goal.args[0 if one else 1], sign))

        return p.restate(p.general(i, p.decide(self.w(i) >= 0, value, value)), signed(signs))

    def sign(self, i: Term, known: Fact) -> Fact:
        """The sign at i, from whether w(i) >= 0."""
        rule = "if_false" if known.formula.op == "not" else "if_true"
        return self.p.lemma(rule, self.w(i) >= 0, 1, -1, using=[known])

    def density(self, scale: int, c: Term) -> Term:
        """The density of the points, free bits set with the weights' signs (1), against them (-1), at random (0)."""
        return lam(x, weight(tilted(self.freedom(c), self.signs, term(scale)), term(2), self.n, x))

    def mean(self, scale: int) -> Term:
        """R times the average density."""
        return lam(x, total(c, 0, self.R - 1, self.density(scale, c)(x)))

    def unforced(self, c: Term, x: Term) -> Term:
        """1 if the restriction (c, x) does not force the gate, else 0."""
        return where(negation(Forced(self.w, self.theta, self.part, self.n, self.m, self.s, c, x)), 1, 0)

    def between(self, c: Term, x: Term, y: Term, completes: Fact) -> tuple[Fact, Fact]:
        """The gate's sum at a completion y is at least that with the free bits set against the signs, and at most that
        with the free bits set with them."""
        p, w, F = self.p, self.w, self.freedom(c)
        every = p.open_definition(completes)
        summand = lam(i, w(i) * y(i))
        low, high = (lam(i, settled(w, F, lam(i, scale * self.signs(i)))(i)(Digit(x, 2, i))) for scale in (-1, 1))

        def each(i: Term, least: Fact, most: Fact, goal: Term) -> Fact:
            bit, value = every.apply(i, using=[least, most]).split()
            position = Free(self.part, self.m, self.s, c, i)

            def signed(free: Fact) -> Callable[[Fact], Fact]:
                def shown(known: Fact) -> Fact:
                    sign = self.sign(i, known)
                    return p.by_cases(bit, *[lambda value: p.arith(goal, free, sign, value, known, multipliers=[
                        1, w(i), w(i) * self.signs(i), w(i) * Digit(x, 2, i)])] * 2)  # fmt: skip

                return shown

            def at_free(yes: Fact) -> Fact:
                free = p.lemma("if_true", position, 1, 0, using=[yes])
                return p.decide(w(i) >= 0, signed(free), signed(free))

            def fixed(no: Fact) -> Fact:
                zero = p.lemma("if_false", position, 1, 0, using=[no])
                same = p.by_cases(value, lambda yes: p.anything(y(i) == Digit(x, 2, i), p.conflict(yes, no)),
                                  lambda equal: p.restate(equal, y(i) == Digit(x, 2, i)))  # fmt: skip
                return p.arith(goal, zero, same, multipliers=[1, w(i), w(i) * self.signs(i), w(i) * Digit(x, 2, i)])

            return p.decide(position, at_free, fixed)

        nonempty = p.arith(self.n - 1 + 1 >= 0, self.long)
        return tuple(smaller_sum(p, term(0), self.n - 1, f, g, nonempty, lambda i, least, most, f=f, g=g: each(
            i, least, most, f(i) <= g(i))) for f, g in ((low, summand), (summand, high)))  # type: ignore[return-value]

    def extreme(self, c: Term, x: Term, scale: int) -> tuple[Term, Fact, Fact]:
        """The point y with the free bits set with the signs (scale 1) or against them (-1); it completes (c, x), and
        the gate's sum there is that with the bits set."""
        p, w = self.p, self.w
        position = Free(self.part, self.m, self.s, c, i)
        bit = where(w(i) >= 0, 1, 0) if scale == 1 else where(w(i) >= 0, 0, 1)
        y = lam(i, where(position, bit, Digit(x, 2, i)))
        within = p.assume(between(0, i, self.n - 1))
        low, high = digit_bounds(p).apply(x, 2, i, using=[p.arith(term(2) >= 1), within.left]).split()
        goal = self.settled(c, scale)(i)(Digit(x, 2, i))
        values = either(y(i) == 0, y(i) == 1)
        points = conj(values, either(position, y(i) == Bit(x, i)), w(i) * y(i) == goal)

        def free(yes: Fact) -> Fact:
            one, at = p.lemma("if_true", position, 1, 0, using=[yes]), p.lemma(
                "if_true", position, bit, Digit(x, 2, i), using=[yes])  # fmt: skip

            def signed(known: Fact) -> Fact:
                rule = "if_false" if known.formula.op == "not" else "if_true"
                chosen = p.lemma(rule, *bit.args, using=[known])
                value = p.arith(y(i) == chosen.formula.args[1], at, chosen)
                same = p.arith(w(i) * y(i) == goal, value, one, self.sign(i, known), multipliers=[
                    1, w(i), w(i) * self.signs(i), w(i) * Digit(x, 2, i)])  # fmt: skip
                return p.both(p.or_intro(values, value), p.or_intro(points.args[1].args[0], yes), same)

            return p.decide(w(i) >= 0, signed, signed)

        def fixed(no: Fact) -> Fact:
            zero, at = p.lemma("if_false", position, 1, 0, using=[no]), p.lemma(
                "if_false", position, bit, Digit(x, 2, i), using=[no])  # fmt: skip
            value = p.decide(Digit(x, 2, i) <= 0, lambda yes: p.or_intro(values, p.arith(y(i) == 0, at, yes, low)),
                             lambda more: p.or_intro(values, p.arith(y(i) == 1, at, more, high)))  # fmt: skip
            same = p.arith(w(i) * y(i) == goal, at, zero, multipliers=[
                1, w(i), w(i) * self.signs(i), w(i) * Digit(x, 2, i)])  # fmt: skip
            kept = p.or_intro(points.args[1].args[0], p.restate(at, y(i) == Bit(x, i)))
            return p.both(value, kept, same)

        shown = p.decide(position, free, fixed)
        completes = p.general(i, p.implication(within.formula, p.both(shown.left, shown.right.left)))
        every_one = p.general(i, p.implication(within.formula, shown.right.right))
        sums = equal_sums(p, term(0), self.n - 1, lam(i, w(i) * y(i)), lam(i, goal), lambda i, least, most: (
            every_one.apply(i, using=[least, most])))  # fmt: skip
        return y, p.restate(completes, Completes(y, self.part, self.n, self.m, self.s, c, x)), sums

    def settled(self, c: Term, scale: int) -> Term:
        """What a position adds to the gate's sum with the free bits set with the signs, or against them."""
        return settled(self.w, self.freedom(c), lam(i, scale * self.signs(i)))

    def pointwise(self, c: Term, x: Term) -> Fact:
        """unforced(c, x) = [the gate fires, free bits set with the signs] - [it fires, free bits set against them]."""
        p, n = self.p, self.n
        low, high = (spelled(self.settled(c, scale), term(2), n, x) for scale in (-1, 1))
        forced = Forced(self.w, self.theta, self.part, n, self.m, self.s, c, x)
        goal = self.unforced(c, x) == self.fires(high) - self.fires(low)

        def constant(argue: Callable[[Fact, tuple[Fact, Fact], tuple[Fact, Fact], Term], Fact]) -> Fact:
            """``forced``; ``argue`` gets that y fires, bounds for the sums at y and z, and proves that z fires."""
            y, z = p.fresh("y", "int->int"), p.fresh("z", "int->int")
            points = p.assume(conj(*(Completes(at, self.part, n, self.m, self.s, c, x) for at in (y, z))))
            fires, goal = p.assume(Fires(self.w, self.theta, n, y)), Fires(self.w, self.theta, n, z)
            known = [self.between(c, x, y, points.left), self.between(c, x, z, points.right)]
            shown = argue(p.open_definition(fires), *known, Term(TABLE.unfold(goal.index)))
            shown = p.implication(points.formula, p.implication(fires.formula, p.restate(shown, goal)))
            return p.restate(p.general(y, z, shown), forced)

        def not_forced(no: Fact) -> Fact:
            reached = p.absurd(self.theta <= high, lambda below: p.conflict(constant(
                lambda fires, at_y, at_z, goal: p.arith(goal, fires, at_y[1], below)), no))  # fmt: skip
            missed = p.refute(self.theta <= low, lambda above: p.conflict(constant(
                lambda fires, at_y, at_z, goal: p.arith(goal, above, at_z[0])), no))  # fmt: skip
            return p.arith(goal, p.lemma("if_true", self.theta <= high, 1, 0, using=[reached]),
                           p.lemma("if_false", self.theta <= low, 1, 0, using=[missed]),
                           p.lemma("if_true", negation(forced), 1, 0, using=[no]))  # fmt: skip

        def constantly(yes: Fact) -> Fact:
            none = p.refute(negation(forced), lambda no: p.conflict(yes, no))
            zero = p.lemma("if_false", negation(forced), 1, 0, using=[none])
            (y, above, most), (z, below, least) = (self.extreme(c, x, scale) for scale in (1, -1))
            ordered = self.between(c, x, y, above)[0]
            both = p.open_definition(yes)(y)(z)
            fires = [Fires(self.w, self.theta, n, at) for at in (y, z)]

            def high_fires(known: Fact, one: Fact) -> Fact:
                there = p.restate(p.arith(Term(TABLE.unfold(fires[0].index)), known, most), fires[0])
                also = p.open_definition(p.modus_ponens(p.modus_ponens(both, p.both(above, below)), there))
                reached = p.lemma("if_true", self.theta <= low, 1, 0, using=[p.arith(self.theta <= low, also, least)])
                return p.arith(goal, zero, one, reached)

            def high_rests(known: Fact, one: Fact) -> Fact:
                missed = p.refute(self.theta <= low, lambda also: p.arith(false, also, known, ordered, most))
                return p.arith(goal, zero, one, p.lemma("if_false", self.theta <= low, 1, 0, using=[missed]))

            return by_indicator(p, self.theta <= high, lambda known, one: (
                high_rests if known.formula.op == "not" else high_fires)(known, one))  # fmt: skip

        return p.decide(forced, constantly, not_forced)

    def chosen(self, c: Term) -> Fact:
        """For a choice c: the points at which it does not force the gate are at most the sum over all points of the
        gate's value times the difference of the densities."""
        p, last = self.p, self.X - 1
        parts = []
        for scale in (1, -1):
            signs = lam(i, scale * self.signs(i))
            known = set_bits(p).apply(self.w, self.freedom(c), signs, self.n, self.fires, using=[
                self.binary(c), self.signed(signs), self.long])  # fmt: skip
            parts.append((known.formula.args[0].args[2], known))
        (high, one), (low, other) = parts
        ordered = smaller_sum(p, term(0), last, lam(x, self.unforced(c, x)), lam(x, 1 * high(x) + -1 * low(x)),
                              self.some_points, lambda x, least, most: p.arith(
            self.unforced(c, x) <= 1 * high(x) + -1 * low(x), self.pointwise(c, x)))  # fmt: skip
        linear = sums_linear(p).apply(0, last, high, low, 1, -1, using=[self.some_points])
        goal = total(x, 0, last, self.unforced(c, x)) <= 1 * self.kept(1, c) + -1 * self.kept(-1, c)
        return p.arith(goal, ordered, linear, one, other)

    def kept(self, scale: int, c: Term) -> Term:
        """The sum over all points of the gate's value times a density."""
        return total(x, 0, self.X - 1, self.value(x) * self.density(scale, c)(x))

    def counted(self) -> Fact:
        """The pairs (c, x) that do not force the gate are at most the sum over the points of the gate's value times the
        difference of the mean densities."""
        p, last = self.p, self.R - 1
        number = total(c, 0, last, total(x, 0, self.X - 1, self.unforced(c, x)))
        rows = [lam(c, self.kept(scale, c)) for scale in (1, -1)]
        ordered = smaller_sum(p, term(0), last, lam(c, total(x, 0, self.X - 1, self.unforced(c, x))),
                              lam(c, 1 * rows[0](c) + -1 * rows[1](c)), self.some_choices,
                              lambda c, low, high: self.chosen(c))  # fmt: skip
        linear = sums_linear(p).apply(0, last, *rows, 1, -1, using=[self.some_choices])
        swapped = [distributed(p).apply(self.value, lam(c, x, self.density(scale, c)(x)), self.X, self.R, using=[
            self.points, self.choices]) for scale in (1, -1)]  # fmt: skip
        first, second = (total(x, 0, self.X - 1, self.value(x) * self.mean(scale)(x)) for scale in (1, -1))
        return p.arith(number <= first - second, ordered, linear, *swapped)

    def moments(self) -> Fact:
        """For all scales t, q, r: the sum over the points of the three mean densities multiplied is
        X R R (s + t q + t r + q r)^m."""
        p, X, R, partition = self.p, self.X, self.R, self.partition
        t, q, r = (p.fresh(name, "real") for name in "tqr")
        scales: Scales = (t, q, r)
        last = R - 1

        def density(scale: Term, c: Term) -> Term:
            return lam(x, weight(tilted(self.freedom(c), self.signs, scale), term(2), self.n, x))

        means = [lam(x, total(c, 0, last, density(scale, c)(x))) for scale in scales]

        def spread(A: Term, scale: Term) -> Fact:
            """sum_x A(x) mean(x) = sum_c sum_x A(x) density(c, x)."""
            return distributed(p).apply(A, lam(c, x, density(scale, c)(x)), X, R, using=[self.points, self.choices])

        def ordered(f: Term, g: Term) -> Fact:
            """Two ways to write the same summand."""
            return equal_sums(p, term(0), X - 1, f, g, lambda x, low, high: p.ring(f(x), g(x)))

        densities = triple_products(p).apply(
            *(self.freedom(choice) for choice in (c, d, e)), self.signs, t, q, r, self.n,
            using=[self.signed(self.signs), self.long])  # fmt: skip
        meetings = partition.meetings(scales, (c, d, e))
        matched = lam(e, d, c, product(j, 0, self.m - 1, partition.matched(scales, (c, d, e), j)))
        alone = p.general(e, d, c, p.arith(densities.formula.args[0] == X * matched(e)(d)(c), densities, meetings,
                                           multipliers=[1, X]))  # fmt: skip
        result = partition.counted(scales)

        def scaled(f: Term) -> Fact:
            """The sum over all choices of X f is X times that of f."""
            return sums_scaled(p).apply(0, last, f, X, using=[self.some_choices])

        def over_first(e: Term, d: Term) -> Fact:
            """sum_x density(e) density(d) mean_t = X sum_c matched(e, d, c)."""
            third, second = density(r, e), density(q, d)
            A = lam(x, third(x) * second(x))
            split = spread(A, t)
            rows = equal_sums(p, term(0), last, split.formula.args[1].args[2], lam(c, X * matched(e)(d)(c)),
                              lambda c, low, high: p.arith(total(x, 0, X - 1, A(x) * density(t, c)(x)) == X * matched(
                e)(d)(c), ordered(lam(x, A(x) * density(t, c)(x)), lam(x, density(t, c)(x) * second(x) * third(x))),
                alone(e)(d)(c)))  # fmt: skip
            inner = lam(c, matched(e)(d)(c))
            return p.arith(split.formula.args[0] == X * total(c, 0, last, inner(c)), split, rows, scaled(inner))

        def over_second(e: Term) -> Fact:
            """sum_x mean_t density(e) mean_q = X sum_d sum_c matched(e, d, c)."""
            third = density(r, e)
            A, inner = lam(x, means[0](x) * third(x)), lam(d, total(c, 0, last, matched(e)(d)(c)))
            split = spread(A, q)
            rows = equal_sums(
                p,
                term(0),
                last,
                split.formula.args[1].args[2],
                lam(d, X * inner(d)),
                lambda d, low, high: p.arith(
                    total(x, 0, X - 1, A(x) * density(q, d)(x)) == X * inner(d),
                    ordered(lam(x, A(x) * density(q, d)(x)), lam(x, third(x) * density(q, d)(x) * means[0](x))),
                    over_first(e, d),
                ),
            )
            return p.arith(split.formula.args[0] == X * total(d, 0, last, inner(d)), split, rows, scaled(inner))

        A, inner = lam(x, means[0](x) * means[1](x)), lam(e, total(d, 0, last, total(c, 0, last, matched(e)(d)(c))))
        split = spread(A, r)
        rows = equal_sums(
            p,
            term(0),
            last,
            split.formula.args[1].args[2],
            lam(e, X * inner(e)),
            lambda e, low, high: p.arith(
                total(x, 0, X - 1, A(x) * density(r, e)(x)) == X * inner(e),
                ordered(lam(x, A(x) * density(r, e)(x)), lam(x, means[0](x) * density(r, e)(x) * means[1](x))),
                over_second(e),
            ),
        )
        shown = p.arith(
            split.formula.args[0] == X * (R * (R * (self.s + (t * q + t * r + q * r)) ** self.m)),
            split,
            rows,
            scaled(inner),
            result,
            multipliers=[1, X],
        )
        return p.general(t, q, r, shown)

    def flat(self, x: Term) -> Fact:
        """With the free bits set at random the density is 1: mean(0)(x) = R."""
        p = self.p

        def one(c: Term, low: Fact, high: Fact) -> Fact:
            factor = self.density(0, c)(x).args[2]
            same = equal_products(
                p, self.n, factor, lam(i, term(1)), self.long, lambda i, least, most: p.ring(factor(i), 1)
            )
            return p.arith(self.density(0, c)(x) == 1, same, self.partition.nothing())

        same = equal_sums(p, term(0), self.R - 1, lam(c, self.density(0, c)(x)), lam(c, term(1)), one)
        return p.arith(self.mean(0)(x) == self.R, same, sum_of_constants(p).apply(
            0, self.R - 1, 1, using=[self.some_choices]))  # fmt: skip

    def positive(self, scale: int, x: Term) -> Fact:
        """0 <= mean(scale)(x), for the scale 1 or -1."""
        p, signs = self.p, lam(i, scale * self.signs(i))
        ordered = smaller_sum(
            p,
            term(0),
            self.R - 1,
            lam(c, term(0)),
            lam(c, self.density(scale, c)(x)),
            self.some_choices,
            lambda c, low, high: densities_positive(p).apply(
                self.freedom(c), signs, x, self.n, using=[self.binary(c), self.signed(signs), self.long]
            ),
        )
        none = sum_of_constants(p).apply(0, self.R - 1, 0, using=[self.some_choices])
        return p.arith(self.mean(scale)(x) >= 0, ordered, none)

    def share(self) -> tuple[Term, Fact, Fact]:
        """The probability P; P >= 0; and P X R is the number of pairs (c, x) that do not force the gate."""
        p, X, R, last = self.p, self.X, self.R, self.R - 1
        P = Unforced(self.w, self.theta, self.part, self.n, self.m, self.s)
        rows = lam(c, total(x, 0, X - 1, self.unforced(c, x)))
        number = total(c, 0, last, rows(c))
        inverses = [p.lemma("inverse", size, using=[p.arith(negation(size == 0), above)])
                    for size, above in ((X, self.points), (R, self.choices))]  # fmt: skip
        shares = lam(c, rows(c) / X)
        same = equal_sums(p, term(0), last, shares, lam(c, 1 / X * rows(c)), lambda c, low, high: p.ring(
            shares(c), 1 / X * rows(c)))  # fmt: skip
        scaled = sums_scaled(p).apply(0, last, rows, 1 / X, using=[self.some_choices])
        share = total(c, 0, last, shares(c))
        parts = [p.arith(P * R == share, inverses[1], multipliers=[share]),
                 p.arith(share * X == number, same, scaled, inverses[0], multipliers=[X, number])]  # fmt: skip
        whole = p.arith(P * X * R == number, *parts, multipliers=[1, X])

        def row(c: Term, low: Fact, high: Fact) -> Fact:
            event = lam(x, negation(Forced(self.w, self.theta, self.part, self.n, self.m, self.s, c, x)))
            return p.prove(shares(c) >= 0, chance_not_negative(p, Chance(event, X), self.points))

        ordered = smaller_sum(p, term(0), last, lam(c, term(0)), shares, self.some_choices, row)
        none = sum_of_constants(p).apply(0, last, 0, using=[self.some_choices])
        reciprocal = p.arith(1 / R > 0, inverses[1], self.choices)
        return P, p.arith(P >= 0, p.arith(share >= 0, ordered, none), reciprocal), whole

    def each_choice(self, value: Term, count: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        """P X = value, if ``count(c, 0 <= c, c <= R - 1)`` gives that c leaves the gate unforced at so many points."""
        p, last = self.p, self.R - 1
        P, _, whole = self.share()
        rows = lam(c, total(x, 0, self.X - 1, self.unforced(c, x)))
        same = equal_sums(p, term(0), last, rows, lam(c, value), count)
        constant = sum_of_constants(p).apply(0, last, value, using=[self.some_choices])
        scaled = p.arith(self.R * (P * self.X - value) == 0, whole, same, constant)
        inverse = p.lemma("inverse", self.R, using=[p.arith(negation(self.R == 0), self.choices)])
        return p.arith(P * self.X == value, scaled, inverse, multipliers=[1 / self.R, P * self.X - value])

    def squared(self) -> tuple[Term, Fact, Fact]:
        """The probability P; P >= 0; and P^2 R <= R - (s - 1)^m."""
        p, X, R = self.p, self.X, self.R
        P, positive, whole = self.share()
        bounded = p.arith(P * X * R <= self.counted().formula.args[1], whole, self.counted())
        f, (u, v, z) = self.value, (self.mean(scale) for scale in (1, -1, 0))
        products = [lam(x, g(x) * h(x)) for g, h in ((f, u), (f, v))]
        scales = [(1, 0, 0), (-1, 0, 0), (1, -1, 0), (1, -1, 1), (1, -1, -1)]
        mean_of = {1: u, -1: v, 0: z}
        products += [lam(x, mean_of[a](x) * mean_of[b](x) * mean_of[c](x)) for a, b, c in scales]
        weights = [
            4 * P * R * R,
            -(4 * P * R * R),
            -(2 * P + P * P + 1),
            2 * P - P * P - 1,
            term(4),
            term(-1),
            term(-1),
        ]
        whole, summed = combined(p, X - 1, self.some_points, *zip(weights, products, strict=True))

        def each(x: Term, low: Fact, high: Fact) -> Fact:
            flat, fires = self.flat(x), self.theta <= spelled(plain(self.w), term(2), self.n, x)
            bit = by_indicator(p, fires, lambda known, value: p.or_intro(either(f(x) == 0, f(x) == 1), value))
            known = two_densities(p).apply(P, f(x), u(x), v(x), R, using=[
                bit, self.positive(1, x), self.positive(-1, x)])  # fmt: skip
            flats = [
                p.arith(g(x) * z(x) * z(x) == g(x) * R * R, flat, multipliers=[g(x) * z(x), g(x) * R]) for g in (u, v)
            ]
            flats.append(p.arith(u(x) * v(x) * z(x) == u(x) * v(x) * R, flat, multipliers=[u(x) * v(x)]))
            return p.arith(whole(x) <= 0, known, *flats, multipliers=[1, P, P * P])

        ordered = smaller_sum(p, term(0), X - 1, whole, lam(x, term(0)), self.some_points, each)
        none = sum_of_constants(p).apply(0, X - 1, 0, using=[self.some_points])
        moments = self.moments()
        values = [moments(*scale) for scale in scales]
        gain = p.arith(4 * P * R * R * (P * X * R) <= 4 * P * R * R * bounded.formula.args[1], bounded, p.arith(
            P * R * R >= 0, positive, p.arith(R * R >= 0, self.choices)))  # fmt: skip
        B = (self.s - 1) ** self.m
        size = p.arith(X * R * R > 0, p.arith(X * R >= 1, self.points, self.choices), self.choices)
        whole_bound = p.arith(X * R * R * (P * P * R - R + B) <= 0, gain, summed, ordered, none, *values, multipliers=[
            1, P, P * P])  # fmt: skip
        goal = P * P * R <= R - B
        shown = p.absurd(goal, lambda no: p.arith(false, p.arith(
            X * R * R * (P * P * R - R + B) > 0, no, size), whole_bound))  # fmt: skip
        return P, positive, shown
