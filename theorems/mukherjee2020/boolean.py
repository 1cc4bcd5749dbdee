"""Boolean functions and random choices among them: definitions by formula, and lemmas that several claims use.

The 2^n points of a cube are numbered 0, 1, ..., 2^n - 1, and the 2^N functions from N points to {0, 1} are numbered
too: the function number m has the value Bit(m, i) at the point number i.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import (
    empty_sum,
    equal_sums,
    everywhere,
    longer_sum,
    once,
    smaller_sum,
    sum_of_constants,
    sum_split,
    sums_linear,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    define,
    either,
    every,
    false,
    floor,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    some,
    term,
    total,
    where,
)

i, m, N = integer("i"), integer("m"), integer("N")
f = function("f", "int->int")
Special = Callable[[Term, list[Fact]], Fact | None]


@define
def Bit(m: "int", i: "int") -> Term:
    """The binary digit of m that stands for 2^i."""
    return floor(m / 2**i) - 2 * floor(m / 2 ** (i + 1))


@define
def Chance(event: "int->bool", size: "int") -> Term:
    """The probability of an event for a uniform choice among 0, 1, ..., size - 1."""
    return total(i, 0, size - 1, where(event(i), 1, 0)) / size


@define
def Boolean(f: "int->int", N: "int") -> Term:
    """f takes the values 0 and 1 on the points 0, 1, ..., N - 1."""
    return every(i, 0, N - 1, either(f(i) == 0, f(i) == 1))


@define
def Distribution(q: "int->real", K: "int") -> Term:
    """q(1), ..., q(K) are the probabilities of K outcomes: they are not negative and add up to 1."""
    return conj(K >= 1, every(i, 1, K, q(i) >= 0), total(i, 1, K, q(i)) == 1)


@define
def Probability(q: "int->real", event: "int->bool", K: "int") -> Term:
    """The probability of an event among K outcomes with probabilities q."""
    return total(i, 1, K, q(i) * where(event(i), 1, 0))


def agreements(f: Term, m: Term, N: Term) -> Term:
    """The number of points among 0, ..., N - 1 at which f agrees with the function number m."""
    return total(i, 0, N - 1, agree(f, m, i))


def agree(f: Term, m: Term, i: Term) -> Term:
    """1 if f and the function number m have the same value at i, else 0."""
    return where(f(i) == Bit(m, i), 1, 0)


def chance_not_negative(p: Proof, chance: Term, size: Fact) -> Fact:
    """0 <= Chance(event, number), from 1 <= number."""
    event, number = chance.args
    indicator = lam(i, where(event(i), 1, 0))

    def each(i: Term, low: Fact, high: Fact) -> Fact:
        def branch(rule: str) -> Callable[[Fact], Fact]:
            return lambda known: p.arith(indicator(i) >= 0, p.lemma(rule, event(i), 1, 0, using=[known]))

        return p.decide(event(i), branch("if_true"), branch("if_false"))

    nonempty = p.arith(number - 1 + 1 >= 0, size)
    hits = smaller_sum(p, term(0), number - 1, lam(i, term(0)), indicator, nonempty, each)
    none = sum_of_constants(p).apply(0, number - 1, 0, using=[nonempty])
    inverse = p.lemma("inverse", number, using=[p.arith(negation(number == 0), size)])
    return p.arith(chance >= 0, p.arith(total(i, 0, number - 1, indicator(i)) >= 0, hits, none),
                   p.arith(1 / number > 0, inverse, size))  # fmt: skip


@once
def power_positive(p: Proof) -> Fact:
    """2^n >= 1 for all n >= 0."""

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(2 ** (n + 1) >= 1, p.lemma("power_step", 2, n, using=[above]), here)

    base = p.arith(term(2) ** 0 >= 1, p.lemma("power_zero", 2))
    return p.induction("n", 0, lambda n: 2**n >= 1, base, step)


@once
def power_sum(p: Proof) -> Fact:
    """2^(a + b) = 2^a 2^b for all b, a >= 0; the quantifiers are forall b. 0 <= b => forall a. 0 <= a => ..."""
    b = p.fresh("b", "int")
    low = p.assume(b >= 0)

    def step(a: Term, above: Fact, here: Fact) -> Fact:
        one, other = (p.lemma("power_step", 2, e, using=[p.arith(e >= 0, above, low)]) for e in (a, a + b))
        return p.arith(2 ** (a + 1 + b) == 2 ** (a + 1) * 2**b, one, other, here, multipliers=[1, 2, 2**b])

    base = p.arith(2 ** (0 + b) == term(2) ** 0 * 2**b, p.lemma("power_zero", 2), multipliers=[2**b])
    every_a = p.induction("a", 0, lambda a: 2 ** (a + b) == 2**a * 2**b, base, step)
    return p.general(b, p.implication(low.formula, every_a))


def floor_is(p: Proof, x: Term, k: Term, low: Fact, high: Fact) -> Fact:
    """floor(x) = k, from k <= x and x < k + 1."""
    return p.arith(floor(x) == k, low, high, p.lemma("floor", x))


@once
def floor_shift(p: Proof) -> Fact:
    """floor((M q + m) / M) = q + floor(m / M), for all integers M >= 1, T = M q, q and m."""
    M, T, q, m = (p.fresh(name, "int") for name in "MTqm")
    wide, product = p.assume(M >= 1), p.assume(M * q == T)
    inverse = p.lemma("inverse", M, using=[p.arith(negation(M == 0), wide)])
    moved = p.arith((T + m) / M == q + m / M, product, inverse, multipliers=[1 / M, q])
    bounds = p.lemma("floor", m / M)
    found = floor_is(p, (T + m) / M, q + floor(m / M), p.arith(q + floor(m / M) <= (T + m) / M, bounds, moved),
                     p.arith((T + m) / M < q + floor(m / M) + 1, bounds, moved))  # fmt: skip
    return p.general(M, T, q, m, p.implication(wide.formula, p.implication(product.formula, found)))


@once
def floor_small(p: Proof) -> Fact:
    """floor(m / M) = 0 for all integers 0 <= m < M."""
    M, m = p.fresh("M", "int"), p.fresh("m", "int")
    low, high = p.assume(m >= 0), p.assume(m < M)
    wide = p.arith(M >= 1, low, high)
    inverse = p.lemma("inverse", M, using=[p.arith(negation(M == 0), wide)])
    positive = p.arith(1 / M > 0, inverse, wide)
    found = floor_is(p, m / M, term(0), p.arith(m / M >= 0, low, positive), p.arith(
        m / M < term(0) + 1, high, positive, inverse))  # fmt: skip
    return p.general(M, m, p.implication(low.formula, p.implication(high.formula, found)))


class Digits:
    """Facts about the digits of m and 2^N + m, where 0 <= m < 2^N and 0 <= N."""

    def __init__(self, p: Proof, N: Term, above: Fact) -> None:
        self.p, self.N, self.above = p, N, above
        self.positive, self.sum = power_positive(p), power_sum(p)
        self.shift, self.small = floor_shift(p), floor_small(p)
        self.size = self.positive.apply(N, using=[above])
        self.double = p.lemma("power_step", 2, N, using=[above])

    def low_top(self, m: Term, low: Fact, high: Fact) -> Fact:
        """Bit(m, N) = 0."""
        p, N = self.p, self.N
        less = p.arith(m < 2**N, high)
        far = p.arith(m < 2 ** (N + 1), less, low, self.double)
        parts = [self.small.apply(2**e, m, using=[low, bound]) for e, bound in ((N, less), (N + 1, far))]
        return p.arith(Bit(m, N) == 0, *parts)

    def high_top(self, m: Term, low: Fact, high: Fact) -> Fact:
        """Bit(2^N + m, N) = 1."""
        p, N = self.p, self.N
        less = p.arith(m < 2**N, high)
        one = self.shift.apply(2**N, 2**N, 1, m, using=[self.size, p.ring(2**N, 2**N * term(1))])
        bounds = [p.arith(2**N + m >= 0, low, self.size), p.arith(2**N + m < 2 ** (N + 1), less, self.double)]
        parts = [self.small.apply(2**N, m, using=[low, less]), self.small.apply(2 ** (N + 1), 2**N + m, using=bounds)]
        return p.arith(Bit(2**N + m, N) == 1, one, *parts)

    def same_below(self, m: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """Bit(2^N + m, i) = Bit(m, i) for 0 <= i <= N - 1."""
        p, N = self.p, self.N
        after, rest = p.arith(i + 1 >= 0, low), p.arith(N - 1 - i >= 0, high)
        here = self.sum.apply(i, N - i, using=[low, p.arith(N - i >= 0, high)])
        there = self.sum.apply(i + 1, N - 1 - i, using=[after, rest])
        step = p.lemma("power_step", 2, N - 1 - i, using=[rest])
        parts = [
            self.shift.apply(2**i, 2**N, 2 ** (N - i), m, using=[
                self.positive.apply(i, using=[low]), p.arith(2**i * 2 ** (N - i) == 2**N, here)]),
            self.shift.apply(2 ** (i + 1), 2**N, 2 ** (N - 1 - i), m, using=[
                self.positive.apply(i + 1, using=[after]), p.arith(2 ** (i + 1) * 2 ** (N - 1 - i) == 2**N, there)]),
        ]  # fmt: skip
        return p.arith(Bit(2**N + m, i) == Bit(m, i), *parts, step)


@once
def one_more_point(p: Proof) -> Fact:
    """For all phi, f and N >= 0 with f(N) = 0 or f(N) = 1: the sum of phi(agreements of f and m) over the functions m
    on N + 1 points is that of phi(agreements) plus that of phi(agreements + 1) over the functions m on N points."""
    phi, f, N = p.fresh("phi", "int->real"), p.fresh("f", "int->int"), p.fresh("N", "int")
    above, value = p.assume(N >= 0), p.assume(either(f(N) == 0, f(N) == 1))
    digits, last = Digits(p, N, above), 2**N - 1
    before, after = lam(m, agreements(f, m, N)), lam(m, agreements(f, m, N + 1))
    whole, same, more = lam(m, phi(after(m))), lam(m, phi(before(m))), lam(m, phi(before(m) + 1))

    def grown(m: Term, bit: Fact, equal: Fact, matches: bool) -> Fact:
        """The agreements with the function m on N + 1 points: one more than on N points, or as many."""
        point = N - 1 + 1  # as the step of the sum writes it: conditions are compared letter by letter
        condition = f(point) == Bit(m, point)
        known = p.arith(condition if matches else negation(condition), bit, equal)
        step = p.lemma("if_true" if matches else "if_false", condition, 1, 0, using=[known])
        longer = longer_sum(p, term(0), N - 1, lam(i, agree(f, m, i)), above)
        return p.arith(after(m) == before(m) + (1 if matches else 0), longer, step)

    def kept(m: Term) -> Fact:
        """The functions m and 2^N + m agree with f equally often on the first N points."""

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            bit, z = digits.same_below(m, i, low, high), p.fresh("z", "int")
            return p.step("equality", [bit, p.reflexive(agree(f, 2**N + m, i))],
                          [lam(z, agree(f, 2**N + m, i) == where(f(i) == z, 1, 0))])  # fmt: skip

        return equal_sums(p, term(0), N - 1, lam(i, agree(f, 2**N + m, i)), lam(i, agree(f, m, i)), each)

    def halves(equal: Fact) -> Fact:
        zero = equal.formula.args[1].index == term(0).index

        def lower(m: Term, low: Fact, high: Fact) -> Fact:
            return p.congruent(phi, grown(m, digits.low_top(m, low, high), equal, zero))

        def upper(m: Term, low: Fact, high: Fact) -> Fact:
            there = grown(2**N + m, digits.high_top(m, low, high), equal, not zero)
            return p.congruent(phi, p.arith(after(2**N + m) == before(m) + (0 if zero else 1), there, kept(m)))

        first, second = (more, same) if zero else (same, more)
        parts = [equal_sums(p, term(0), last, whole, first, lower),
                 equal_sums(p, term(0), last, lam(m, whole(2**N + m)), second, upper)]  # fmt: skip
        split = sum_split(p).apply(0, 2**N, whole, 2**N, using=[digits.size])
        z, result = p.fresh("z", "int"), total(m, 0, last, same(m)) + total(m, 0, last, more(m))
        claim = lam(z, total(m, 0, z - 1, whole(m)) == result)
        return p.step("equality", [p.symmetric(digits.double), p.arith(claim(2**N * 2), split, *parts)], [claim])

    shown = p.by_cases(value, halves, halves)
    return p.general(phi, f, N, p.implication(above.formula, p.implication(value.formula, shown)))


def same_indicators(p: Proof, first: Term, second: Term, there: Callable[[Fact], Fact],
                    back: Callable[[Fact], Fact]) -> Fact:  # fmt: skip
    """where(A, 1, 0) = where(B, 1, 0), from A => B and B => A."""
    goal = where(first, 1, 0) == where(second, 1, 0)

    def both(known: Fact, other: Fact, rule: str) -> Fact:
        return p.arith(goal, p.lemma(rule, first, 1, 0, using=[known]), p.lemma(rule, second, 1, 0, using=[other]))

    def no(missed: Fact) -> Fact:
        return both(missed, p.refute(second, lambda found: p.conflict(back(found), missed)), "if_false")

    return p.decide(first, lambda found: both(found, there(found), "if_true"), no)


def matches(h: Term, m: Term, N: Term) -> Term:
    """h and the function number m have the same values on N points."""
    return every(i, 0, N - 1, h(i) == Bit(m, i))


@once
def one_match(p: Proof) -> Fact:
    """For all h, N >= 0: if h is Boolean on N points, exactly one function on N points has its values."""
    h = p.fresh("h", "int->int")

    def count(N: Term) -> Term:
        return total(m, 0, 2**N - 1, where(matches(h, m, N), 1, 0))

    def base() -> Fact:
        point, z = term(-1) + 1, p.fresh("z", "int")
        within = p.assume(between(term(0), i, term(0) - 1))
        nothing = p.anything(h(i) == Bit(point, i), p.arith(false, *within.split()))
        always = p.general(i, p.implication(within.formula, nothing))
        one = p.lemma("if_true", matches(h, point, term(0)), 1, 0, using=[always])
        weight = lam(m, where(matches(h, m, term(0)), 1, 0))
        value = p.arith(total(m, 0, term(1) - 1, weight(m)) == 1, longer_sum(p, term(0), term(-1), weight),
                        empty_sum(p, term(0), term(-1), weight), one)  # fmt: skip
        size = p.symmetric(p.lemma("power_zero", 2))
        there = p.step("equality", [size, value], [lam(z, total(m, 0, z - 1, weight(m)) == 1)])
        return p.implication(Boolean(h, 0), there)

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        boolean = p.assume(Boolean(h, N + 1))
        smaller, every_point = fewer_points(p, h, N, boolean)
        digits, last, zero = Digits(p, N, above), 2**N - 1, term(0)
        whole, part = lam(m, where(matches(h, m, N + 1), 1, 0)), lam(m, where(matches(h, m, N), 1, 0))

        def longer(m: Term, start: Term, top: Fact, equal: Fact, agree_: bool, low: Fact, high: Fact) -> Fact:
            """Whether start + m matches on N + 1 points: as m does on N points, or not at all."""
            old, new = matches(h, m, N), matches(h, start + m, N + 1)

            def shorter(found: Fact) -> Fact:
                def each(i: Term, first: Fact, second: Fact) -> Fact:
                    known = found.apply(i, using=[first, second])
                    return p.arith(h(i) == Bit(m, i), known, bits(i, first, second))

                return everywhere(p, zero, N - 1, h(i) == Bit(m, i), i, each)

            def bits(i: Term, first: Fact, second: Fact) -> Fact:
                if start.index == zero.index:
                    return p.ring(Bit(start + m, i), Bit(m, i))
                return digits.same_below(m, i, first, second)

            def extended(found: Fact) -> Fact:
                def each(i: Term, first: Fact, second: Fact) -> Fact:
                    goal = h(i) == Bit(start + m, i)

                    def at_top(no: Fact) -> Fact:
                        here_ = p.arith(i == N, no, second)
                        z = p.fresh("z", "int")
                        equal_ = p.arith(h(N) == Bit(start + m, N), top, equal)
                        return p.step("equality", [p.symmetric(here_), equal_], [lam(z, h(z) == Bit(start + m, z))])

                    return p.decide(i <= N - 1, lambda yes: p.arith(
                        goal, found.apply(i, using=[first, yes]), bits(i, first, yes)), at_top)  # fmt: skip

                return everywhere(p, zero, N + 1 - 1, h(i) == Bit(start + m, i), i, each)

            if agree_:
                return same_indicators(p, new, old, shorter, extended)
            never = p.refute(new, lambda found: p.arith(false, found.apply(N, using=[above]), top, equal))
            return p.arith(where(new, 1, 0) == 0, p.lemma("if_false", new, 1, 0, using=[never]))

        def halves(equal: Fact) -> Fact:
            first_half = equal.formula.args[1].index == zero.index
            nothing = lam(m, zero)
            lower = equal_sums(
                p,
                zero,
                last,
                lam(m, whole(0 + m)),
                part if first_half else nothing,
                lambda m, low, high: longer(
                    m, zero, p.arith(Bit(0 + m, N) == 0, digits.low_top(m, low, high)), equal, first_half, low, high
                ),
            )
            upper = equal_sums(
                p,
                zero,
                last,
                lam(m, whole(2**N + m)),
                nothing if first_half else part,
                (lambda m, low, high: longer(m, 2**N, digits.high_top(m, low, high), equal, not first_half, low, high)),
            )
            plain = equal_sums(p, zero, last, whole, lam(m, whole(0 + m)), lambda m, low, high: p.symmetric(
                p.congruent(whole, p.ring(0 + m, m))))  # fmt: skip
            none = sum_of_constants(p).apply(0, last, 0, using=[digits.size])
            split = sum_split(p).apply(0, 2**N, whole, 2**N, using=[digits.size])
            z, known = p.fresh("z", "int"), p.modus_ponens(here, smaller)
            claim = lam(z, total(m, 0, z - 1, whole(m)) == 1)
            return p.step("equality", [p.symmetric(digits.double), p.arith(
                claim(2**N * 2), split, plain, lower, upper, none, known)], [claim])  # fmt: skip

        value = every_point.apply(N, using=[above])
        return p.implication(boolean.formula, p.by_cases(value, halves, halves))

    return p.general(h, p.induction("N", 0, lambda N: implies(Boolean(h, N), count(N) == 1), base, step))


@once
def matches_count(p: Proof) -> Fact:
    """For all h, N >= 0, e >= 0: if h is Boolean on N points, 2^e of the functions on N + e points extend it."""
    h, N = p.fresh("h", "int->int"), p.fresh("N", "int")
    above, boolean = p.assume(N >= 0), p.assume(Boolean(h, N))
    weight = lam(m, where(matches(h, m, N), 1, 0))

    def claimed(e: Term) -> Term:
        return total(m, 0, 2 ** (N + e) - 1, weight(m)) == 2**e

    def step(e: Term, low: Fact, here: Fact) -> Fact:
        points, zero = N + e, term(0)
        digits = Digits(p, points, p.arith(points >= 0, above, low))
        last = 2**points - 1

        def each(m: Term, first: Fact, second: Fact) -> Fact:
            def moved(to_new: bool) -> Callable[[Fact], Fact]:
                target = 2**points + m if to_new else m

                def known(found: Fact) -> Fact:
                    def bit(i: Term, start: Fact, end: Fact) -> Fact:
                        same = digits.same_below(m, i, start, p.arith(i <= points - 1, end, low))
                        return p.arith(h(i) == Bit(target, i), found.apply(i, using=[start, end]), same)

                    return everywhere(p, zero, N - 1, h(i) == Bit(target, i), i, bit)

                return known

            return same_indicators(p, matches(h, 2**points + m, N), matches(h, m, N), moved(False), moved(True))

        upper = equal_sums(p, zero, last, lam(m, weight(2**points + m)), weight, each)
        split = sum_split(p).apply(0, 2**points, weight, 2**points, using=[digits.size])
        z, power = p.fresh("z", "int"), p.lemma("power_step", 2, e, using=[low])
        claim = lam(z, total(m, 0, z - 1, weight(m)) == 2 ** (e + 1))
        doubled = p.arith(claim(2**points * 2), split, upper, here, power)
        return p.arith(claimed(e + 1), p.step("equality", [p.symmetric(digits.double), doubled], [claim]))

    first = one_match(p).apply(h, N, using=[above, boolean])
    base = p.arith(claimed(term(0)), first, p.lemma("power_zero", 2))
    counts = p.induction("e", 0, claimed, base, step)
    return p.general(h, N, p.implication(above.formula, p.implication(boolean.formula, counts)))


def fewer_points(p: Proof, f: Term, N: Term, boolean: Fact) -> tuple[Fact, Fact]:
    """From f Boolean on N + 1 points: f Boolean on N points, and what it says of each of the N + 1 points."""
    every = p.open_definition(boolean)
    bounds = p.assume(between(term(0), i, N - 1))
    inner = every.apply(i, using=bounds.split())
    return p.restate(p.general(i, p.implication(bounds.formula, inner)), Boolean(f, N)), every


@once
def reflected(p: Proof) -> Fact:
    """forall f, N >= 0: if f is Boolean on N points, the sum of phi(A) over all functions on N points, with their
    numbers A of agreements with f, is that of phi(N - A), for every phi."""
    f = p.fresh("f", "int->int")

    def sums(phi: Term, N: Term) -> Term:
        A = agreements(f, m, N)
        return total(m, 0, 2**N - 1, phi(A)) == total(m, 0, 2**N - 1, phi(N - A))

    def claimed(N: Term) -> Term:
        phi = function("phi", "int->real")
        return implies(Boolean(f, N), forall(phi, sums(phi, N)))

    def base() -> Fact:
        phi, zero = p.fresh("phi", "int->real"), term(0)

        def each(m: Term, low: Fact, high: Fact) -> Fact:
            A = agreements(f, m, zero)
            return p.congruent(phi, p.arith(A == 0 - A, p.lemma("sum_empty", 0, zero - 1, A.args[2])))

        same = equal_sums(p, zero, 2**zero - 1, lam(m, phi(agreements(f, m, zero))),
                          lam(m, phi(0 - agreements(f, m, zero))), each)  # fmt: skip
        return p.implication(Boolean(f, zero), p.general(phi, same))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        boolean = p.assume(Boolean(f, N + 1))
        smaller, every = fewer_points(p, f, N, boolean)
        last = every.apply(N, using=[above, p.arith(N <= N + 1 - 1)])
        phi, k, A = p.fresh("phi", "int->real"), p.fresh("k", "int"), lam(m, agreements(f, m, N))
        known = p.modus_ponens(here, smaller)
        parts = [one_more_point(p).apply(psi, f, N, using=[above, last]) for psi in (phi, lam(k, phi(N + 1 - k)))]
        for one, other in ((lam(m, phi(N - A(m))), lam(m, phi(N + 1 - (A(m) + 1)))),
                           (lam(m, phi(N - A(m) + 1)), lam(m, phi(N + 1 - A(m))))):  # fmt: skip
            parts.append(equal_sums(p, term(0), 2**N - 1, one, other, lambda m, low, high, a=one, b=other: p.ring(
                a(m), b(m))))  # fmt: skip
        shown = p.arith(sums(phi, N + 1), *parts, known(phi), known(lam(k, phi(k + 1))))
        return p.implication(boolean.formula, p.general(phi, shown))

    return p.general(f, p.induction("N", 0, claimed, base, step))


def zero_is_boolean(p: Proof, N: Term) -> Fact:
    """The function 0 is Boolean on N points."""
    goal = Boolean(lam(i, term(0)), N)
    bounds = p.assume(between(term(0), i, N - 1))
    value = p.or_intro(either(term(0) == 0, term(0) == 1), p.ring(0, 0))
    return p.restate(p.general(i, p.implication(bounds.formula, value)), goal)


def powers_defined(p: Proof, goal: Term, *facts: Fact, special: Special | None = None) -> Fact:
    """A goal that says where things are defined, from its premises, the facts, 2^e > 0 for e >= 0, and floors.

    ``special(goal, facts)`` may prove a comparison that needs more; it returns None for the others.
    """
    if goal.op == "forall":
        v = p.fresh(TABLE.hints.get(goal.index, "x"), TABLE.nodes[goal.index][1])
        inner = instance_of(goal, v)
        return p.general(v, powers_defined(p, inner, *facts, special=special))
    if goal.op == "=>":
        premise = p.assume(goal.args[0])
        inner = powers_defined(p, goal.args[1], *facts, *premise.split(), special=special)
        return p.implication(goal.args[0], inner)
    if goal.op == "and":
        return p.both(*(powers_defined(p, part, *facts, special=special) for part in goal.args))
    found = None if special is None else special(goal, list(facts))
    if found is not None:
        return found
    powers = [t for t in (goal.args[0].args if goal.op == "not" else goal.args) if t.op == "^"]
    if powers:
        exponent = powers[0].args[1]
        known = powers_defined(p, exponent >= 0, *facts, special=special)
        return p.arith(goal, power_positive(p).apply(exponent, using=[known]))
    if goal.op == "<=" and goal.args[1].op == "floor":
        lemma = p.lemma("floor", goal.args[1].args[0])
        powers = [t for f in facts if f.formula.op == "<=" for t in f.formula.args if t.op == "^"]
        sizes = [power_positive(p).apply(t.args[1], using=[p.arith(t.args[1] >= 0, *facts)]) for t in powers]
        return p.arith(goal, lemma, *facts, *sizes)
    return p.find(goal, list(facts))


class Weighing:
    """Sums over the outcomes 1, ..., K of a distribution q."""

    def __init__(self, p: Proof, distribution: Fact) -> None:
        self.p = p
        self.q, self.K = distribution.formula.args
        self.outcomes, rest = (known := p.open_definition(distribution)).left, known.right
        self.each, self.whole = rest.left, rest.right
        self.nonempty = p.arith(term(1) <= self.K + 1, self.outcomes)
        self.atom = p.fresh("a", "int")  # bound in expectations, so that arguments may have any other variable free

    def mean(self, f: Term) -> Term:
        """The expectation of f."""
        i = self.atom
        return total(i, 1, self.K, self.q(i) * f(i))

    def ordered(self, f: Term, g: Term, pointwise: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        """E f <= E g; ``pointwise(i, 1 <= i, i <= K)`` gives f(i) <= g(i)."""
        v = self.atom

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            weight = self.each.apply(i, using=[low, high])
            return self.p.arith(self.q(i) * f(i) <= self.q(i) * g(i), weight, pointwise(i, low, high))

        return smaller_sum(
            self.p, term(1), self.K, lam(v, self.q(v) * f(v)), lam(v, self.q(v) * g(v)), self.nonempty, each
        )

    def combined(self, a: Term, f: Term, b: Term, g: Term) -> Fact:
        """E (a f + b g) = a E f + b E g."""
        i = self.atom
        left, right = (lam(i, self.q(i) * h(i)) for h in (f, g))
        both = lam(i, self.q(i) * (a * f(i) + b * g(i)))
        same = equal_sums(self.p, term(1), self.K, both, lam(i, a * left(i) + b * right(i)), lambda i, low, high: (
            self.p.ring(both(i), a * left(i) + b * right(i))))  # fmt: skip
        linear = sums_linear(self.p).apply(1, self.K, left, right, a, b, using=[self.nonempty])
        return self.p.arith(self.mean(lam(i, a * f(i) + b * g(i))) == a * self.mean(f) + b * self.mean(g), same, linear)

    def constant(self, c: Term) -> Fact:
        """E c = c."""
        q, i = self.q, self.atom
        swapped = equal_sums(self.p, term(1), self.K, lam(i, q(i) * c), lam(i, c * q(i)), lambda i, low, high: (
            self.p.ring(q(i) * c, c * q(i))))  # fmt: skip
        scaled = sums_scaled(self.p).apply(1, self.K, lam(i, q(i)), c, using=[self.nonempty])
        return self.p.arith(self.mean(lam(i, c)) == c, swapped, scaled, self.whole, multipliers=[1, c])

    def of_sum(self, n: Term, F: Term, positive: Fact) -> Fact:
        """The expectation of the sum of F(1), ..., F(n) is the sum of their expectations, for n >= 1."""
        p, q, i, some = self.p, self.q, self.atom, self.p.arith(n + 1 >= 1, positive)
        k = p.fresh("k", "int")

        def spread(i: Term, low: Fact, high: Fact) -> Fact:
            return p.symmetric(sums_scaled(p).apply(1, n, lam(k, F(k)(i)), q(i), using=[some]))

        weighed = equal_sums(p, term(1), self.K, lam(i, q(i) * total(k, 1, n, F(k)(i))),
                             lam(i, total(k, 1, n, q(i) * F(k)(i))), spread)  # fmt: skip
        swapped = sums_swapped(p).apply(1, self.K, 1, n, lam(i, k, q(i) * F(k)(i)), using=[some, self.nonempty])
        whole = self.mean(lam(i, total(k, 1, n, F(k)(i))))
        return p.arith(whole == total(k, 1, n, self.mean(lam(i, F(k)(i)))), weighed, swapped)

    def markov(self, X: Term, s: Term, positive: Fact, not_negative: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        """s P[s <= X] <= E X for s >= 0; ``not_negative(i, 1 <= i, i <= K)`` gives 0 <= X(i)."""
        p, v = self.p, self.atom
        reached = indicator(lam(v, s <= X(v)))

        def pointwise(i: Term, low: Fact, high: Fact) -> Fact:
            return by_indicator(p, s <= X(i), lambda known, value: p.arith(
                s * reached(i) + 0 * reached(i) <= X(i), known, value, positive, not_negative(i, low, high),
                multipliers=[s]))  # fmt: skip

        sums = self.combined(s, reached, term(0), reached)
        ordered = self.ordered(lam(v, s * reached(v) + 0 * reached(v)), X, pointwise)
        return p.arith(s * self.mean(reached) <= self.mean(X), sums, ordered)


def indicator(event: Term) -> Term:
    """The function that is 1 where an event holds, else 0."""
    outcome = integer("outcome")
    return lam(outcome, where(event(outcome), 1, 0))


def by_indicator(p: Proof, condition: Term, branch: Callable[[Fact, Fact], Fact]) -> Fact:
    """Reason by whether a condition holds; a branch gets it or its negation, and what where(condition, 1, 0) is."""
    return p.decide(condition, lambda known: branch(known, p.lemma("if_true", condition, 1, 0, using=[known])),
                    lambda known: branch(known, p.lemma("if_false", condition, 1, 0, using=[known])))  # fmt: skip


@once
def parts_of_sums(p: Proof) -> Fact:
    """For all f >= 0, hi >= 0: the sum of f over 1..hi is at least 0 and at least each of its terms."""
    f, i, k = p.fresh("f", "int->real"), p.fresh("i", "int"), p.fresh("k", "int")
    each = p.assume(forall(i, f(i) >= 0))

    def claimed(hi: Term) -> Term:
        whole = total(i, 1, hi, f(i))
        return conj(whole >= 0, every(k, 1, hi, f(k) <= whole))

    def base() -> Fact:
        bounds, none = p.assume(between(term(1), k, term(0))), empty_sum(p, term(1), term(0), f)
        impossible = p.arith(claimed(term(0)).args[0], none)
        part = p.arith(f(k) <= total(i, 1, 0, f(i)), *bounds.split())
        return p.both(impossible, p.general(k, p.implication(bounds.formula, part)))

    def step(hi: Term, above: Fact, here: Fact) -> Fact:
        longer, last = longer_sum(p, term(1), hi, f, above), each(hi + 1)
        whole = p.arith(claimed(hi + 1).args[0], here.left, longer, last)
        bounds = p.assume(between(term(1), k, hi + 1))
        goal = f(k) <= total(i, 1, hi + 1, f(i))

        def at_the_end(no: Fact) -> Fact:
            equal = p.congruent(f, p.arith(k == hi + 1, no, bounds.right))
            return p.arith(goal, equal, longer, here.left)

        part = p.decide(k <= hi, lambda yes: p.arith(
            goal, here.right.apply(k, using=[bounds.left, yes]), longer, last), at_the_end)  # fmt: skip
        return p.both(whole, p.general(k, p.implication(bounds.formula, part)))

    every_hi = p.induction("hi", 0, claimed, base, step)
    return p.general(f, p.implication(each.formula, every_hi))


@once
def union_bound(p: Proof) -> Fact:
    """For all events E(1), E(2), ..., size >= 1 and M >= 0: the chance of some of E(1), ..., E(M) is at most the sum of
    their chances."""
    E = p.fresh("E", "int->int->bool")
    size, M, k, m = (p.fresh(name, "int") for name in ("size", "M", "k", "m"))
    wide, many = p.assume(size >= 1), p.assume(M >= 0)
    single, some_of = lam(k, m, where(E(k)(m), 1, 0)), lam(m, some(k, 1, M, E(k)(m)))
    last, nonempty = size - 1, p.arith(size - 1 + 1 >= 0, wide)

    def counted(m: Term, low: Fact, high: Fact) -> Fact:
        column = lam(k, single(k)(m))
        positive = p.general(k, by_indicator(p, E(k)(m), lambda known, value: p.arith(column(k) >= 0, value)))
        sums = parts_of_sums(p).apply(column, M, using=[positive, many])
        goal = where(some_of(m), 1, 0) <= total(k, 1, M, column(k))

        def hit(found: Fact) -> Fact:
            one, known = p.obtain(found, "k")
            value = p.lemma("if_true", E(one)(m), 1, 0, using=[known.right])
            part = sums.right.apply(one, using=known.left.split())
            return p.arith(goal, p.lemma("if_true", some_of(m), 1, 0, using=[found]), value, part)

        def miss(none: Fact) -> Fact:
            return p.arith(goal, p.lemma("if_false", some_of(m), 1, 0, using=[none]), sums.left)

        return p.decide(some_of(m), hit, miss)

    columns = lam(m, total(k, 1, M, single(k)(m)))
    rows = lam(k, total(m, 0, last, single(k)(m)))
    counts = smaller_sum(p, term(0), last, lam(m, where(some_of(m), 1, 0)), columns, nonempty, counted)
    some_members = p.arith(M + 1 >= 1, many)
    swapped = sums_swapped(p).apply(0, last, 1, M, lam(m, k, single(k)(m)), using=[nonempty, some_members])
    inverse = p.lemma("inverse", size, using=[p.arith(negation(size == 0), wide)])
    reciprocal = p.arith(1 / size > 0, inverse, wide)
    shares = lam(k, rows(k) / size)
    same = equal_sums(p, term(1), M, shares, lam(k, 1 / size * rows(k)), lambda k, low, high: p.ring(
        shares(k), 1 / size * rows(k)))  # fmt: skip
    scaled = sums_scaled(p).apply(1, M, rows, 1 / size, using=[some_members])
    hits = total(m, 0, last, where(some_of(m), 1, 0))
    shown = p.arith(hits / size <= total(k, 1, M, shares(k)), p.arith(
        hits * (1 / size) <= total(m, 0, last, columns(m)) * (1 / size), counts, reciprocal), swapped, same, scaled,
        multipliers=[1, 1 / size])  # fmt: skip
    goal = Chance(some_of, size) <= total(k, 1, M, Chance(lam(m, E(k)(m)), size))
    shown = p.implication(wide.formula, p.implication(many.formula, p.prove(goal, shown)))
    return p.general(E, size, M, shown)


def settled(p: Proof, formula: Term, known: list[Fact]) -> Fact:
    """A formula built from ``and`` and ``not``, or its negation, from facts that settle its atoms."""
    for fact in known:
        if fact.formula.index in (formula.index, negation(formula).index):
            return fact
    if formula.op == "not":
        inner = settled(p, formula.args[0], known)
        if inner.formula.op == "not" and inner.formula.index == formula.index:
            return inner
        return p.refute(formula, lambda assumed: p.conflict(inner, assumed))
    parts = [settled(p, part, known) for part in formula.args]
    for place, (part, fact) in enumerate(zip(formula.args, parts, strict=True)):
        if fact.formula.index != part.index:
            return p.refute(formula, lambda both, i=place, no=fact: p.conflict(p.step("and_elim", [both], [], i), no))
    return p.both(*parts)


def settled_indicator(p: Proof, condition: Term, known: list[Fact]) -> Fact:
    """The value of where(condition, 1, 0), from facts that settle the atoms of the condition."""
    fact = settled(p, condition, known)
    rule = "if_true" if fact.formula.index == condition.index else "if_false"
    return p.lemma(rule, condition, 1, 0, using=[fact])
