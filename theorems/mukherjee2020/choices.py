"""How many choices of one place in each part of a partition meet where (Lemma 2.6.1), counted exactly.

Three choices c, d, e leave a position free together only in a part where they choose the same place, which turns a
product over the positions into one over the parts; the sum of such products over all choices is a product of powers.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, equal_sums, longer_sum, once, sum_of_constants, sums_linear
from numerics.terms import (
    Term,
    false,
    implies,
    integer,
    lam,
    negation,
    product,
    some,
    term,
    total,
    where,
)
from theorems.mukherjee2020.densities import paired
from theorems.mukherjee2020.digits import (
    Digit,
    digit_bounds,
    empty_product,
    equal_products,
    longer_product,
    power_of_one,
    powers_positive,
    product_of_constants,
    products_multiplied,
    sum_of_weights,
)
from theorems.mukherjee2020.restrictions import Free

Scales = tuple[Term, Term, Term]
Choices = tuple[Term, Term, Term]
b, c, d, e, i, j = (integer(name) for name in "bcdeij")


def holds(p: Proof, condition: Term, known: Fact) -> Fact:
    """where(condition, 1, 0) = 1, from the condition; or = 0, from its negation."""
    rule = "if_true" if known.formula.index == condition.index else "if_false"
    return p.lemma(rule, condition, 1, 0, using=[known])


@once
def product_of_one(p: Proof) -> Fact:
    """For all reals r, integers e and N >= 0 with 0 <= e <= N - 1: the product over 0..N - 1 of 1 + r [e = i] is
    1 + r."""
    r, e = p.fresh("r", "real"), p.fresh("e", "int")
    low = p.assume(e >= 0)
    factor = lam(i, 1 + r * where(e == i, 1, 0))

    def claimed(N: Term) -> Term:
        return product(i, 0, N - 1, factor(i)) == 1 + r * where(e <= N - 1, 1, 0)

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        longer, goal = longer_product(p, N, factor, above), claimed(N + 1)
        before, after, last = e <= N - 1, e <= N + 1 - 1, e == N
        several = [1, r, r * r, r * product(i, 0, N - 1, factor(i))]

        def seen(yes: Fact) -> Fact:
            parts = [holds(p, before, yes), holds(p, after, p.arith(after, yes)),
                     holds(p, last, p.arith(negation(last), yes))]  # fmt: skip
            return p.arith(goal, longer, here, *parts, multipliers=several)

        def unseen(no: Fact) -> Fact:
            def now(equal: Fact) -> Fact:
                parts = [holds(p, before, no), holds(p, after, p.arith(after, equal)), holds(p, last, equal)]
                return p.arith(goal, longer, here, *parts, multipliers=several)

            def later(different: Fact) -> Fact:
                beyond = p.refute(after, lambda yes: p.conflict(p.arith(last, yes, no), different))
                parts = [holds(p, before, no), holds(p, after, beyond), holds(p, last, different)]
                return p.arith(goal, longer, here, *parts, multipliers=several)

            return p.decide(last, now, later)

        return p.decide(before, seen, unseen)

    none = holds(p, e <= term(0) - 1, p.arith(negation(e <= term(0) - 1), low))
    base = p.arith(claimed(term(0)), empty_product(p, factor), none, multipliers=[1, r])
    every_N, N = p.induction("N", 0, claimed, base, step), p.fresh("N", "int")
    above, high = p.assume(N >= 0), p.assume(e <= N - 1)
    shown = p.arith(product(i, 0, N - 1, factor(i)) == 1 + r, every_N.apply(N, using=[above]),
                    holds(p, high.formula, high), multipliers=[1, r])  # fmt: skip
    shown = p.implication(low.formula, p.implication(above.formula, p.implication(high.formula, shown)))
    return p.general(r, e, N, shown)


@once
def sum_of_one(p: Proof) -> Fact:
    """For all integers e and N >= 0 with 0 <= e <= N - 1: the sum of [i = e] over 0..N - 1 is 1."""
    e = p.fresh("e", "int")
    low = p.assume(e >= 0)
    summand = lam(i, where(i == e, 1, 0))

    def claimed(N: Term) -> Term:
        return total(i, 0, N - 1, summand(i)) == where(e <= N - 1, 1, 0)

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        longer, goal = longer_sum(p, term(0), N - 1, summand, above), claimed(N + 1)
        before, after, last = e <= N - 1, e <= N + 1 - 1, N - 1 + 1 == e

        def unseen(no: Fact) -> Fact:
            return p.decide(
                last,
                lambda equal: p.arith(
                    goal,
                    longer,
                    here,
                    holds(p, before, no),
                    holds(p, after, p.arith(after, equal)),
                    holds(p, last, equal),
                ),
                lambda different: p.arith(
                    goal,
                    longer,
                    here,
                    holds(p, before, no),
                    holds(p, last, different),
                    holds(p, after, p.refute(after, lambda yes: p.conflict(p.arith(last, yes, no), different))),
                ),
            )

        return p.decide(before, lambda yes: p.arith(
            goal, longer, here, holds(p, before, yes), holds(p, after, p.arith(after, yes)),
            holds(p, last, p.arith(negation(last), yes))), unseen)  # fmt: skip

    none = holds(p, e <= term(0) - 1, p.arith(negation(e <= term(0) - 1), low))
    base = p.arith(claimed(term(0)), empty_sum(p, term(0), term(-1), summand), none)
    every_N, N = p.induction("N", 0, claimed, base, step), p.fresh("N", "int")
    above, high = p.assume(N >= 0), p.assume(e <= N - 1)
    shown = p.arith(total(i, 0, N - 1, summand(i)) == 1, every_N.apply(N, using=[above]), holds(p, high.formula, high))
    shown = p.implication(low.formula, p.implication(above.formula, p.implication(high.formula, shown)))
    return p.general(e, N, shown)


@once
def sum_of_two(p: Proof) -> Fact:
    """For all reals A, B, C and integers d, e, N >= 0 with 0 <= d, e <= N - 1: the sum over 0..N - 1 of
    A + B [i = d] + C [i = e] is N A + B + C."""
    A, B, C = (p.fresh(name, "real") for name in "ABC")
    d, e, N = (p.fresh(name, "int") for name in "deN")
    above = p.assume(N >= 0)
    bounds = [p.assume(bound) for f in (d, e) for bound in (f >= 0, f <= N - 1)]
    nonempty = p.arith(N - 1 + 1 >= 0, above)
    first, second = (lam(i, where(i == f, 1, 0)) for f in (d, e))
    some_of = lam(i, A * 1 + B * first(i))
    singles = [sum_of_one(p).apply(f, N, using=[*pair, above]) for f, pair in ((d, bounds[:2]), (e, bounds[2:]))]
    sums = [sums_linear(p).apply(0, N - 1, lam(i, term(1)), first, A, B, using=[nonempty]),
            sums_linear(p).apply(0, N - 1, some_of, second, 1, C, using=[nonempty]),
            sum_of_constants(p).apply(0, N - 1, 1, using=[nonempty])]  # fmt: skip
    whole = lam(i, A + B * first(i) + C * second(i))
    same = equal_sums(p, term(0), N - 1, whole, lam(i, 1 * some_of(i) + C * second(i)), lambda i, low, high: p.ring(
        whole(i), 1 * some_of(i) + C * second(i)))  # fmt: skip
    shown = p.arith(total(i, 0, N - 1, whole(i)) == N * A + B + C, same, *sums, *singles, multipliers=[1, A, B, C])
    for premise in (*bounds[::-1], above):
        shown = p.implication(premise.formula, shown)
    return p.general(A, B, C, d, e, N, shown)


class Partition:
    """A partition into equal parts, from EqualParts(part, n, m, s)."""

    def __init__(self, p: Proof, parts: Fact) -> None:
        self.p = p
        self.part, self.n, self.m, self.s = parts.formula.args
        self.some_part, rest = (opened := p.open_definition(parts)).left, opened.right
        self.some_place, rest = rest.left, rest.right
        self.size, rest = rest.left, rest.right
        self.inside, self.different = rest.left, rest.right
        self.positions = p.arith(self.n >= 1, self.size, p.arith(self.m * self.s >= 1, self.some_part, self.some_place))

    def position(self, c: Term, j: Term) -> Term:
        """The position in part j that the choice c leaves free."""
        return self.part(j)(Digit(c, self.s, j))

    def place(self, c: Term, j: Term, low: Fact) -> list[Fact]:
        """0 <= Digit(c, s, j) and Digit(c, s, j) <= s - 1, for 0 <= j."""
        return digit_bounds(self.p).apply(c, self.s, j, using=[self.some_place, low]).split()

    def unequal(self, c: Term, j: Term, d: Term, k: Term, bounds: list[Fact], equal: Fact) -> Fact:
        """j = k and Digit(c, s, j) = Digit(d, s, k), from position(c, j) = position(d, k) and bounds for j and k."""
        left, right = self.place(c, j, bounds[0]), self.place(d, k, bounds[2])
        one = self.different.apply(j, using=bounds[:2]).apply(Digit(c, self.s, j), using=left)
        return one.apply(k, using=bounds[2:]).apply(Digit(d, self.s, k), using=[*right, equal])

    def fewer(self, c: Term, J: Term, i: Term) -> Term:
        """The choice c leaves i free in one of the parts 0, ..., J - 1."""
        return Free(self.part, J, self.s, c, i)

    def elsewhere(self, c: Term, d: Term, J: Term, i: Term, low: Fact, high: Fact, hit: Fact) -> Fact:
        """c does not leave i free in the parts before J, since position(d, J) = i; 0 <= J <= m - 1."""
        p, free = self.p, self.fewer(c, J, i)

        def twice(yes: Fact) -> Fact:
            k, found = p.obtain(p.open_definition(yes), "k")
            (least, most), there = found.left.split(), found.right
            bounds = [least, p.arith(k <= self.m - 1, most, high), low, high]
            same = self.unequal(c, k, d, J, bounds, p.arith(self.position(c, k) == self.position(d, J), there, hit))
            return p.arith(false, same.left, most)

        return p.refute(free, twice)

    def hit(self, c: Term, J: Term, i: Term) -> Term:
        """1 if the choice c leaves position i free in part J, else 0."""
        return where(self.position(c, J) == i, 1, 0)

    def apart(self, c: Term, d: Term, J: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """c leaves i free in part J, or d leaves it free in the parts before J, but not both; 0 <= J <= m - 1."""
        p, condition, free = self.p, self.position(c, J) == i, self.fewer(d, J, i)
        goal = where(free, 1, 0) * where(condition, 1, 0) == 0

        def here(yes: Fact) -> Fact:
            none = holds(p, free, self.elsewhere(d, c, J, i, low, high, yes))
            return p.arith(goal, none, multipliers=[1, where(condition, 1, 0)])

        return p.decide(condition, here, lambda no: p.arith(goal, holds(p, condition, no), multipliers=[
            1, where(free, 1, 0)]))  # fmt: skip

    def one_more(self, c: Term, J: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """[c leaves i free in the parts up to J] = [c leaves it free before J] + [c leaves it free in J]."""
        p, before, after = self.p, self.fewer(c, J, i), self.fewer(c, J + 1, i)
        condition = self.position(c, J) == i
        goal = where(after, 1, 0) == where(before, 1, 0) + where(condition, 1, 0)

        def shown(k: Term, *facts: Fact) -> Fact:
            """``after``, since position(c, k) = i and 0 <= k <= J."""
            return p.restate(p.exhibit(some(j, 0, J + 1 - 1, self.position(c, j) == i), [k], *facts), after)

        def here(yes: Fact) -> Fact:
            more = shown(J, p.both(low, p.arith(J <= J + 1 - 1)), yes)
            none = self.elsewhere(c, c, J, i, low, high, yes)
            return p.arith(goal, holds(p, condition, yes), holds(p, after, more), holds(p, before, none))

        def there(no: Fact) -> Fact:
            def still(free: Fact) -> Fact:
                k, found = p.obtain(p.open_definition(free), "k")
                least, most = found.left.split()
                more = shown(k, p.both(least, p.arith(k <= J + 1 - 1, most)), found.right)
                return p.arith(goal, holds(p, condition, no), holds(p, before, free), holds(p, after, more))

            def late(fixed: Fact, free: Fact) -> Fact:
                k, found = p.obtain(p.open_definition(free), "k")
                least, most = found.left.split()

                def earlier(yes: Fact) -> Fact:
                    wanted = some(j, 0, J - 1, self.position(c, j) == i)
                    return p.conflict(p.restate(p.exhibit(wanted, [k], p.both(least, yes), found.right), before), fixed)

                def last(beyond: Fact) -> Fact:
                    equal, at = p.arith(k == J, beyond, most), lam(j, self.position(c, j) == i)
                    return p.conflict(p.step("equality", [equal, found.right], [at]), no)

                return p.decide(k <= J - 1, earlier, last)

            def never(fixed: Fact) -> Fact:
                none = p.refute(after, lambda free: late(fixed, free))
                return p.arith(goal, holds(p, condition, no), holds(p, before, fixed), holds(p, after, none))

            return p.decide(before, still, never)

        return p.decide(condition, here, there)

    def equal(self, c: Term, d: Term, j: Term) -> Term:
        """Whether two choices choose the same place of part j."""
        return Digit(c, self.s, j) == Digit(d, self.s, j)

    def matched(self, scales: Scales, choices: Choices, j: Term) -> Term:
        """1 + q r [d = e] + t q [c = d] + t r [c = e], for the places that the choices c, d, e choose in part j."""
        (t, q, r), (c, d, e) = scales, choices
        first, second, third = (where(self.equal(*pair, j), 1, 0) for pair in ((d, e), (c, d), (c, e)))
        return 1 + q * r * first + t * q * second + t * r * third

    def nothing(self) -> Fact:
        """The product of 1 over all positions is 1."""
        above = self.p.arith(self.n >= 0, self.positions)
        ones = product_of_constants(self.p).apply(1, self.n, using=[above])
        return self.p.arith(ones.formula.args[0] == 1, ones, power_of_one(self.p).apply(self.n, using=[above]))

    def meetings(self, scales: Scales, choices: Choices) -> Fact:
        """The product over the positions i of paired(F_c(i), F_d(i), F_e(i)), F_c(i) whether c leaves i free, is that
        over the parts of ``matched``: choices leave a position free together where they choose the same place."""
        p, n = self.p, self.n
        nonnegative = p.arith(n >= 0, self.positions)
        t, q, r = scales

        def factors(J: Term) -> Term:
            return lam(i, paired(*scales, *(where(self.fewer(c, J, i), 1, 0) for c in choices)))

        match = lam(j, self.matched(scales, choices, j))

        def claimed(J: Term) -> Term:
            return implies(J <= self.m, product(i, 0, n - 1, factors(J)(i)) == product(j, 0, J - 1, match(j)))

        def base() -> Fact:
            zero = term(0)

            def none(yes: Fact) -> Fact:
                _, found = p.obtain(p.open_definition(yes), "k")
                return p.arith(false, *found.left.split())

            def each(i: Term, low: Fact, high: Fact) -> Fact:
                free = [self.fewer(c, zero, i) for c in choices]
                _, second, third = (where(f, 1, 0) for f in free)
                return p.arith(factors(zero)(i) == 1, *(holds(p, f, p.refute(f, none)) for f in free), multipliers=[
                    1, t * q * second, t * r * third, q * r * third])  # fmt: skip

            same = equal_products(p, n, factors(zero), lam(i, term(1)), nonnegative, each)
            shown = p.arith(claimed(zero).args[1], same, self.nothing(), empty_product(p, match))
            return p.implication(zero <= self.m, shown)

        def step(J: Term, low: Fact, here: Fact) -> Fact:
            within = p.assume(J + 1 <= self.m)
            high = p.arith(J <= self.m - 1, within)
            known = p.modus_ponens(here, p.arith(J <= self.m, within))
            extra = lam(i, paired(*scales, *(self.hit(c, J, i) for c in choices)))

            def each(i: Term, least: Fact, most: Fact) -> Fact:
                grown = [self.one_more(c, J, i, low, high) for c in choices]
                apart = {(a, b): self.apart(c, d, J, i, low, high)
                         for a, c in enumerate(choices) for b, d in enumerate(choices)}  # fmt: skip
                return separated(p, scales, grown, apart)

            grown = equal_products(p, n, factors(J + 1), lam(i, factors(J)(i) * extra(i)), nonnegative, each)
            split = products_multiplied(p).apply(factors(J), extra, n, using=[nonnegative])
            last = self.meeting(scales, choices, J, low, high)
            before = product(j, 0, J - 1, match(j))
            shown = p.arith(claimed(J + 1).args[1], grown, split, known, last, longer_product(p, J, match, low),
                            multipliers=[1, before, product(i, 0, n - 1, extra(i))])  # fmt: skip
            return p.implication(within.formula, shown)

        every_J = p.induction("J", 0, claimed, base, step)
        return every_J.apply(self.m, using=[p.arith(self.m >= 0, self.some_part), p.arith(self.m <= self.m)])

    def together(self, c: Term, d: Term, J: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """[c leaves i free in part J] [d does] = [c and d choose the same place of J] [c leaves i free in J]."""
        p, mine, other = self.p, self.position(c, J), self.position(d, J)
        first, second, same = mine == i, other == i, self.equal(c, d, J)
        goal = where(first, 1, 0) * where(second, 1, 0) == where(same, 1, 0) * where(first, 1, 0)

        def here(yes: Fact) -> Fact:
            def both(known: Fact) -> Fact:
                there = p.arith(second, p.congruent(self.part(J), known), yes)
                return p.arith(
                    goal, holds(p, same, known), holds(p, second, there), multipliers=[1, where(first, 1, 0)]
                )

            def one(known: Fact) -> Fact:
                def twice(also: Fact) -> Fact:
                    equal = p.arith(mine == other, yes, also)
                    return p.conflict(self.unequal(c, J, d, J, [low, high, low, high], equal).right, known)

                return p.arith(goal, holds(p, same, known), holds(p, second, p.refute(second, twice)), multipliers=[
                    1, where(first, 1, 0)])  # fmt: skip

            return p.decide(same, both, one)

        return p.decide(first, here, lambda no: p.arith(goal, holds(p, first, no), multipliers=[
            1, where(second, 1, 0), where(same, 1, 0)]))  # fmt: skip

    def meeting(self, scales: Scales, choices: Choices, J: Term, low: Fact, high: Fact) -> Fact:
        """The product over all positions of ``paired``, for the hits in part J alone, is ``matched`` for part J."""
        p, n, (t, q, r), (c, d, e) = self.p, self.n, scales, choices
        nonnegative = p.arith(n >= 0, self.positions)
        extra, match = lam(i, paired(*scales, *(self.hit(c, J, i) for c in choices))), self.matched(scales, choices, J)
        goal = product(i, 0, n - 1, extra(i)) == match
        pairs = ((c, d), (c, e), (d, e))
        cd, ce, de = (where(self.equal(*pair, J), 1, 0) for pair in pairs)

        def simpler(i: Term, scale: Term, at: Term, *facts: Fact) -> Fact:
            """extra(i) = 1 + scale [i is the position of at]."""
            joint = [self.together(*pair, J, i, low, high) for pair in pairs]
            hits = [self.hit(f, J, i) for f in choices]
            return p.arith(extra(i) == 1 + scale * self.hit(at, J, i), *joint, *facts, multipliers=[
                1, t * q, t * r, q * r, *(a * b for a in (t * q, t * r, q * r) for b in hits), q * r * de])  # fmt: skip

        def single(scale: Term, at: Term, facts: Callable[[Term], list[Fact]], *known: Fact) -> Fact:
            """The goal, if the hit of ``at`` alone counts, with this scale."""
            one = lam(i, 1 + scale * self.hit(at, J, i))
            equal = equal_products(
                p, n, extra, one, nonnegative, lambda i, least, most: simpler(i, scale, at, *facts(i))
            )
            bounds = self.inside.apply(J, using=[low, high]).apply(Digit(at, self.s, J), using=self.place(at, J, low))
            value = product_of_one(p).apply(scale, self.position(at, J), n, using=[*bounds.split(), nonnegative])
            return p.arith(goal, equal, value, *known, multipliers=[1, t * q, t * r, q * r])

        def first(yes: Fact) -> Fact:
            place = p.congruent(self.part(J), yes)
            z = p.fresh("z", "int")
            return single(
                t * q * cd + t * r * ce + q * r * de,
                c,
                lambda i: [
                    p.step(
                        "equality",
                        [place, p.reflexive(self.hit(c, J, i))],
                        [lam(z, self.hit(c, J, i) == where(z == i, 1, 0))],
                    )
                ],
            )

        def second(no: Fact) -> Fact:
            none = holds(p, self.equal(c, d, J), no)

            def third(yes: Fact) -> Fact:
                apart = p.refute(self.equal(d, e, J), lambda also: p.conflict(
                    p.arith(self.equal(c, d, J), yes, also), no))  # fmt: skip
                values = [none, holds(p, self.equal(d, e, J), apart)]
                return single(t * r * ce, c, lambda i: values, *values)

            def last(other: Fact) -> Fact:
                values = [none, holds(p, self.equal(c, e, J), other)]
                return single(q * r * de, d, lambda i: values, *values)

            return p.decide(self.equal(c, e, J), third, last)

        return p.decide(self.equal(c, d, J), first, second)

    def counted(self, scales: Scales) -> Fact:
        """The sum over all choices e, d and c of the product over the parts of ``matched`` is s^m s^m (s + k)^m, where
        k = t q + t r + q r."""
        p, m, s, (t, q, r) = self.p, self.m, self.s, scales
        nonnegative, some_place = p.arith(m >= 0, self.some_part), p.arith(s >= 0, self.some_place)
        size = powers_positive(p).apply(s, m, using=[self.some_place, nonnegative])
        nonempty, last = p.arith(s**m - 1 + 1 >= 0, size), s**m - 1
        result = s**m * (s + (t * q + t * r + q * r)) ** m
        product_of = lam(e, d, c, product(j, 0, m - 1, self.matched(scales, (c, d, e), j)))

        def summed(r: Term, each: Callable[[Term, Fact, Fact], Fact]) -> Fact:
            """The sum of the weights r; each(j, ...) gives the sum of r(j)(b) over the places b."""
            whole = sum_of_weights(p).apply(r, s, m, using=[self.some_place, nonnegative])
            j_ = p.fresh("j", "int")
            value = each(j_, p.assume(j_ >= 0), p.assume(j_ <= m - 1)).formula.args[1]
            columns = lam(j_, total(b, 0, s - 1, r(j_)(b)))
            same = equal_products(p, m, columns, lam(j_, value), nonnegative, each)
            return p.arith(whole.formula.args[0] == product(j_, 0, m - 1, value), whole, same)

        def over_first(d: Term, e: Term) -> Fact:
            rows = lam(j, b, 1 + q * r * where(self.equal(d, e, j), 1, 0) + t * q * where(b == Digit(d, s, j), 1, 0)
                       + t * r * where(b == Digit(e, s, j), 1, 0))  # fmt: skip
            return summed(rows, lambda j, low, high: sum_of_two(p).apply(
                1 + q * r * where(self.equal(d, e, j), 1, 0), t * q, t * r, Digit(d, s, j), Digit(e, s, j), s,
                using=[some_place, *self.place(d, j, low), *self.place(e, j, low)]))  # fmt: skip

        def over_second(e: Term) -> Fact:
            rows = lam(j, b, s * (1 + q * r * where(b == Digit(e, s, j), 1, 0)) + t * q + t * r)

            def each(j: Term, low: Fact, high: Fact) -> Fact:
                place = self.place(e, j, low)
                hit = lam(b, where(b == Digit(e, s, j), 1, 0))
                split = equal_sums(p, term(0), s - 1, rows(j), lam(
                    b, s + t * q + t * r + s * q * r * hit(b) + 0 * hit(b)), lambda b, low, high: p.ring(
                    rows(j)(b), s + t * q + t * r + s * q * r * hit(b) + 0 * hit(b)))  # fmt: skip
                value = sum_of_two(p).apply(s + t * q + t * r, s * q * r, 0, Digit(e, s, j), Digit(e, s, j), s,
                                            using=[some_place, *place])  # fmt: skip
                return p.arith(total(b, 0, s - 1, rows(j)(b)) == s * (s + (t * q + t * r + q * r)), split, value)

            whole = summed(rows, each)
            split = products_multiplied(p).apply(lam(j, s), lam(j, s + (t * q + t * r + q * r)), m, using=[nonnegative])
            powers = [product_of_constants(p).apply(base, m, using=[nonnegative])
                      for base in (s, s + (t * q + t * r + q * r))]  # fmt: skip
            return p.arith(whole.formula.args[0] == result, whole, split, *powers, multipliers=[
                1, s**m, product(j, 0, m - 1, s + (t * q + t * r + q * r))])  # fmt: skip

        def each(e: Term, low: Fact, high: Fact) -> Fact:
            same = equal_sums(
                p,
                term(0),
                last,
                lam(d, total(c, 0, last, product_of(e)(d)(c))),
                lam(d, over_first(d, e).formula.args[1]),
                lambda d, low, high: over_first(d, e),
            )
            whole = over_second(e)
            return p.arith(same.formula.args[0] == result, same, whole)

        same = equal_sums(p, term(0), last, lam(e, total(d, 0, last, total(c, 0, last, product_of(e)(d)(c)))),
                          lam(e, result), each)  # fmt: skip
        constant = sum_of_constants(p).apply(0, last, result, using=[nonempty])
        return p.arith(same.formula.args[0] == s**m * result, same, constant)


def separated(p: Proof, scales: Scales, grown: list[Fact], apart: dict[tuple[int, int], Fact]) -> Fact:
    """paired(a) = paired(b) paired(h), from a = b + h and b(k) h(l) = 0 (``apart[l, k]``) for three values each."""
    t, q, r = scales
    after, both = zip(*(fact.formula.args for fact in grown), strict=True)
    before, hits = zip(*(sum_.args for sum_ in both), strict=True)
    sums = {}
    for k, l in ((0, 1), (0, 2), (1, 2)):
        sums[k, l] = p.arith(after[k] * after[l] == before[k] * before[l] + hits[k] * hits[l], grown[k], grown[l],
                             apart[k, l], apart[l, k], multipliers=[1, after[l], before[k] + hits[k]])  # fmt: skip
    inner = paired(*scales, *hits) - 1
    none = [p.arith(before[k] * inner == 0, apart[0, k], apart[1, k], multipliers=[
        t * q * hits[1] + t * r * hits[2], q * r * hits[2]]) for k in range(3)]  # fmt: skip
    crossed = p.arith((paired(*scales, *before) - 1) * inner == 0, none[0], none[1], multipliers=[
        t * q * before[1] + t * r * before[2], q * r * before[2]])  # fmt: skip
    return p.arith(paired(*scales, *after) == paired(*scales, *before) * paired(*scales, *hits), crossed,
                   *sums.values(), multipliers=[1, t * q, t * r, q * r])  # fmt: skip
