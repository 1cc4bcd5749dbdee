"""Derivations about parity as a sum of hinges: the zigzag through the parities of 0, 1, ..., k."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import equal_sums, longer_sum, once, smaller_sum, sum_of_constants
from numerics.terms import (
    Term,
    between,
    conj,
    either,
    every,
    exists,
    false,
    floor,
    forall,
    implies,
    integer,
    lam,
    maximum,
    negation,
    product,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.gates import fewer_bits
from theorems.mukherjee2020.odd_max_bit import alternating
from theorems.mukherjee2020.sign_rank import bits
from theorems.mukherjee2020.zonotope_geometry import body

i, j, q, t = (integer(name) for name in "ijqt")
y = real("y")


def odd(z: Term) -> Term:
    """z modulo 2."""
    return z - 2 * floor(z / 2)


def level(z: Term) -> Term:
    """The parity of z >= 0, as (1 - (-1)^z) / 2."""
    return (1 - term(-1) ** z) / 2


def rise(j: Term) -> Term:
    """The weight of the gate max(0, y - (j - 1)): the change of slope at j - 1."""
    return where(j == 1, 1, 2 * term(-1) ** (j - 1))


def hinges(k: Term, y: Term) -> Term:
    """The sum of the first k gates at y."""
    return total(j, 1, k, rise(j) * maximum(0, y - (j - 1)))


@once
def levels(p: Proof) -> Fact:
    """For all z >= 0: level(z) = odd(z), and it is 0 or 1."""

    def claim(z: Term) -> Term:
        return exists(q, conj(z == 2 * q + level(z), either(level(z) == 0, level(z) == 1)))

    def base() -> Fact:
        zero = term(0)
        none = p.arith(level(zero) == 0, p.lemma("power_zero", -1))
        goal = claim(zero)
        return p.witness(goal, 0, p.both(p.arith(zero == 2 * term(0) + level(zero), none), p.or_intro(
            either(level(zero) == 0, level(zero) == 1), none)))  # fmt: skip

    def step(z: Term, above: Fact, here: Fact) -> Fact:
        mark = p.opened
        half, known = p.obtain(here, "q")
        power = p.lemma("power_step", -1, z, using=[above])
        value, which = known.left, known.right
        both = either(level(z + 1) == 0, level(z + 1) == 1)

        def even(zero: Fact) -> Fact:
            one = p.arith(level(z + 1) == 1, zero, power)
            return p.witness(claim(z + 1), half, p.both(p.arith(z + 1 == 2 * half + level(z + 1), value, zero, one),
                                                        p.or_intro(both, one)))  # fmt: skip

        def uneven(one: Fact) -> Fact:
            zero = p.arith(level(z + 1) == 0, one, power)
            return p.witness(claim(z + 1), half + 1, p.both(p.arith(
                z + 1 == 2 * (half + 1) + level(z + 1), value, zero, one), p.or_intro(both, zero)))  # fmt: skip

        return p.close(p.by_cases(which, even, uneven), mark)

    z = p.fresh("z", "int")
    above = p.assume(z >= 0)
    mark = p.opened
    half, known = p.obtain(p.induction("z", 0, claim, base, step).apply(z, using=[above]), "q")
    rule = p.lemma("floor", z / 2)

    def settle(value: Fact) -> Fact:
        whole = p.arith(floor(z / 2) == half, known.left, value, rule)
        return p.arith(level(z) == odd(z), whole, known.left)

    fact = p.both(p.by_cases(known.right, settle, settle), known.right)
    return p.general(z, p.implication(above.formula, p.close(fact, mark)))


def segment(i: Term, y: Term) -> Term:
    """The line through (i, level(i)) and (i + 1, level(i + 1)) at y."""
    return level(i) + term(-1) ** i * (y - i)


@once
def zigzag(p: Proof) -> Fact:
    """For all k >= 0 and y: the sum of the first k gates is 0 for y <= 0; segment(i) on [i, i + 1] for 0 <= i < k; and
    segment(k - 1) for y >= k - 1, if k >= 1."""
    z = p.fresh("y", "real")

    def claim(k: Term) -> Term:
        return forall(y, conj(
            implies(y <= 0, hinges(k, y) == 0),
            every(i, 0, k - 1, implies(between(i, y, i + 1), hinges(k, y) == segment(i, y))),
            implies(k >= 1, k - 1 <= y, hinges(k, y) == segment(k - 1, y))))  # fmt: skip

    def gates(y: Term) -> Term:
        return lam(j, rise(j) * maximum(0, y - (j - 1)))

    def base() -> Fact:
        zero = term(0)
        none = p.lemma("sum_empty", 1, 0, gates(z))
        nowhere = over(p, 0, zero - 1, lambda e, within: p.anything(implies(
            between(e, z, e + 1), hinges(zero, z) == segment(e, z)), p.arith(false, *within.split())))  # fmt: skip
        late = under(p, zero >= 1, lambda no: p.anything(implies(
            zero - 1 <= z, hinges(zero, z) == segment(zero - 1, z)), p.arith(false, no)))  # fmt: skip
        return p.general(z, p.both(under(p, z <= 0, lambda _: p.arith(hinges(zero, z) == 0, none)), nowhere, late))

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        n = k + 1
        longer = longer_sum(p, term(1), k, gates(z), above)
        rule = p.lemma("max", 0, z - (n - 1))
        left, inside, right = here(z).left, here(z).right.left, here(z).right.right

        def off(*known: Fact) -> Fact:
            return p.by_cases(rule, *[lambda g: p.arith(maximum(0, z - (n - 1)) == 0, g, *known)] * 2)

        def negative(low: Fact) -> Fact:
            gone = off(low, above)
            return p.arith(hinges(n, z) == 0, longer, gone, left.apply(using=[low]), multipliers=[1, rise(n)])

        def beyond(far: Fact) -> Fact:
            """z >= k."""
            on = p.by_cases(rule, *[lambda g: p.arith(maximum(0, z - (n - 1)) == z - k, g, far)] * 2)
            goal = hinges(n, z) == segment(n - 1, z)
            same = p.congruent(lam(t, segment(t, z)), p.ring(n - 1, k))

            def first(zero: Fact) -> Fact:
                one = p.lemma("if_true", n == 1, 1, 2 * term(-1) ** (n - 1), using=[p.arith(n == 1, zero)])
                start = p.step("equality", [p.symmetric(zero), p.lemma("sum_empty", 1, 0, gates(z))], [
                    lam(t, total(j, 1, t, gates(z)(j)) == 0)])  # fmt: skip
                power = p.congruent(lam(t, term(-1) ** t), zero)
                return p.arith(goal, longer, on, one, start, same, power, p.lemma("power_zero", -1), zero,
                               multipliers=[1, rise(n), z - k, z, k])  # fmt: skip

            def later(some: Fact) -> Fact:
                positive = p.absurd(k >= 1, lambda no: p.conflict(p.arith(k == 0, no, above), some))
                two = p.lemma("if_false", n == 1, 1, 2 * term(-1) ** (n - 1), using=[
                    p.refute(n == 1, lambda one: p.arith(false, one, positive))])  # fmt: skip
                power = p.lemma("power_step", -1, k - 1, using=[p.arith(k - 1 >= 0, positive)])
                old = right.apply(using=[positive, p.arith(k - 1 <= z, far)])
                again = [p.congruent(lam(t, term(-1) ** t), p.ring(a, k)) for a in (n - 1, k - 1 + 1)]
                return p.arith(goal, longer, on, two, same, power, old, *again,
                               multipliers=[1, rise(n), z - k, z, k])  # fmt: skip

            return p.decide(k == 0, first, later)

        def on_piece(e: Term, within: Fact) -> Fact:
            goal = hinges(n, z) == segment(e, z)

            def argue(place: Fact) -> Fact:
                def early(yes: Fact) -> Fact:
                    gone = off(place, yes)
                    known = inside.apply(e, using=[within.left, yes, place])
                    return p.arith(goal, longer, gone, known, multipliers=[1, rise(n)])

                def last(no: Fact) -> Fact:
                    equal = p.arith(e == n - 1, no, within)
                    same = p.congruent(lam(t, segment(t, z)), equal)
                    return p.arith(goal, same, beyond(p.arith(z >= k, place, equal)))

                return p.decide(e <= k - 1, early, last)

            return under(p, between(e, z, e + 1), argue)

        pieces = over(p, 0, n - 1, on_piece)
        end = under(p, n >= 1, lambda _: under(p, n - 1 <= z, lambda far: beyond(p.arith(z >= k, far))))
        return p.general(z, p.both(under(p, z <= 0, negative), pieces, end))

    return p.induction("k", 0, claim, base, step)


class Zigzag:
    """The function through the parities of 0, ..., k that is 0 before 0 and constant after k, as k + 1 gates."""

    def __init__(self, p: Proof, k: Term, some: Fact) -> None:
        self.p, self.k, self.some = p, k, some
        self.weights = lam(j, where(j == k + 1, term(-1) ** k, rise(j)))
        self.above = p.arith(k >= 0, some)

    def output(self, y: Term, n: Term) -> Term:
        """The sum of the first n gates at y."""
        return total(j, 1, n, self.weights(j) * maximum(0, y - (j - 1)))

    def value(self, y: Term) -> Fact:
        """The output at y is the sum of the first k hinges and (-1)^k max(0, y - k)."""
        p, k, w = self.p, self.k, self.weights
        unit, plain = lam(j, w(j) * maximum(0, y - (j - 1))), lam(j, rise(j) * maximum(0, y - (j - 1)))
        same = equal_sums(p, term(1), k, unit, plain, lambda m, low, high: p.arith(
            unit(m) == plain(m), p.lemma("if_false", m == k + 1, term(-1) ** k, rise(m), using=[
                p.refute(m == k + 1, lambda e: p.arith(false, e, high))]),
            multipliers=[maximum(0, y - (m - 1))]))  # fmt: skip
        longer = longer_sum(p, term(1), k, unit, self.above)
        last = p.lemma("if_true", k + 1 == k + 1, term(-1) ** k, rise(k + 1), using=[p.ring(k + 1, k + 1)])
        z = real("z")
        node = p.congruent(lam(z, maximum(0, z)), p.ring(y - (k + 1 - 1), y - k))
        return p.arith(self.output(y, k + 1) == hinges(k, y) + term(-1) ** k * maximum(0, y - k), same, longer, last,
                       node, multipliers=[1, maximum(0, y - k), term(-1) ** k])  # fmt: skip

    def before(self, y: Term, low: Fact) -> Fact:
        """The output is 0 for y <= 0."""
        p, k = self.p, self.k
        gone = p.by_cases(p.lemma("max", 0, y - k), *[lambda g: p.arith(maximum(0, y - k) == 0, g, low, self.some)] * 2)
        known = zigzag(p).apply(k, using=[self.above])(y).left.apply(using=[low])
        return p.arith(self.output(y, k + 1) == 0, self.value(y), gone, known, multipliers=[1, term(-1) ** k])

    def on(self, e: Term, first: Fact, last: Fact, y: Term, place: Fact) -> Fact:
        """The output is segment(e, y) for e <= y <= e + 1, 0 <= e <= k - 1."""
        p, k = self.p, self.k
        gone = p.by_cases(p.lemma("max", 0, y - k), *[lambda g: p.arith(maximum(0, y - k) == 0, g, place, last)] * 2)
        known = zigzag(p).apply(k, using=[self.above])(y).right.left.apply(e, using=[first, last, place])
        return p.arith(self.output(y, k + 1) == segment(e, y), self.value(y), gone, known, multipliers=[
            1, term(-1) ** k])  # fmt: skip

    def after(self, y: Term, far: Fact) -> Fact:
        """The output is level(k) for y >= k."""
        p, k = self.p, self.k
        on = p.by_cases(p.lemma("max", 0, y - k), *[lambda g: p.arith(maximum(0, y - k) == y - k, g, far)] * 2)
        known = zigzag(p).apply(k, using=[self.above])(y).right.right.apply(using=[self.some, p.arith(k - 1 <= y, far)])
        power = p.lemma("power_step", -1, k - 1, using=[p.arith(k - 1 >= 0, self.some)])
        again = p.congruent(lam(t, term(-1) ** t), p.ring(k - 1 + 1, k))
        return p.arith(self.output(y, k + 1) == level(k), self.value(y), on, known, power, again, multipliers=[
            1, term(-1) ** k, y, k, y - k])  # fmt: skip

    def at(self, e: Term, first: Fact, last: Fact) -> Fact:
        """The output at 0 <= e <= k is level(e)."""
        p, k = self.p, self.k

        def inner_(yes: Fact) -> Fact:
            place = p.both(p.arith(e <= e), p.arith(e <= e + 1))
            return p.arith(self.output(e, k + 1) == level(e), self.on(e, first, yes, e, place))

        def end(no: Fact) -> Fact:
            same = p.arith(e == k, no, last)
            equal = p.congruent(lam(t, level(t)), same)
            return p.arith(self.output(e, k + 1) == level(e), self.after(e, p.arith(e >= k, same)), equal)

        return p.decide(e <= k - 1, inner_, end)

    def pieces(self, goal: Term) -> Fact:
        """Pieces(output, k + 2)."""
        p, k = self.p, self.k
        slope = lam(i, where(i == 1, 0, where(i == k + 2, 0, term(-1) ** i)))
        offset = lam(i, where(i == 1, 0, where(i == k + 2, level(k), level(i) - term(-1) ** i * (i - 2))))
        cuts = lam(i, i - 1)

        def chosen(m: Term, *facts: Fact) -> list[Fact]:
            """slope(m) and offset(m), by facts that settle the conditions."""
            found = []
            for f in (slope, offset):
                t_, equations = f(m), []
                for fact in facts:
                    rule = "if_false" if fact.formula.op == "not" else "if_true"
                    equations.append(p.lemma(rule, *t_.args, using=[fact]))
                    t_ = t_.args[2] if rule == "if_false" else t_.args[1]
                found.append(equations[0] if len(equations) == 1 else p.arith(f(m) == t_, *equations))
            return found

        def settled(m: Term, low: Fact, high: Fact, then: Callable[..., Fact]) -> Fact:
            """Reason by m = 1, m = k + 2 and the rest."""
            return p.decide(m == 1, lambda one: then(1, one, chosen(m, one)), lambda no: p.decide(
                m == k + 2, lambda end: then(3, end, chosen(m, no, end)), lambda other: then(2, p.both(
                    p.absurd(m >= 2, lambda small: p.conflict(p.arith(m == 1, small, low), no)),
                    p.absurd(m <= k + 1, lambda big: p.conflict(p.arith(m == k + 2, big, high), other))), chosen(
                        m, no, other))))  # fmt: skip

        def distinct(m: Term, within: Fact) -> Fact:
            goal_ = negation(slope(m) == slope(m + 1))
            sign = p.lemma("power_step", -1, m, using=[p.arith(m >= 0, within)])
            units = [alternating(p).apply(e, using=[p.arith(e >= 0, within)]) for e in (m, m + 1)]

            def first(place: int, known: Fact, values: list[Fact]) -> Fact:
                def second(other: int, also: Fact, next_: list[Fact]) -> Fact:
                    def clash(equal: Fact) -> Fact:
                        def by(a: Fact) -> Fact:
                            return p.by_cases(units[1], *[lambda b: p.arith(
                                false, equal, values[0], next_[0], sign, a, b)] * 2)  # fmt: skip

                        return p.by_cases(units[0], by, by)

                    if (place, other) in ((1, 1), (1, 3), (2, 1), (3, 1), (3, 2), (3, 3)):
                        return p.anything(goal_, p.arith(false, known, also, within, self.some))
                    return p.refute(slope(m) == slope(m + 1), clash)

                return settled(m + 1, p.arith(m + 1 >= 1, within), p.arith(m + 1 <= k + 2, within), second)

            return settled(m, p.arith(m >= 1, within), p.arith(m <= k + 2, within), first)

        def line(m: Term, within: Fact) -> Fact:
            z = p.fresh("x", "real")
            left, right = either(m == 1, cuts(m - 1) <= z), either(m == k + 2, z <= cuts(m))
            wanted = self.output(z, k + 1) == slope(m) * z + offset(m)

            def argue(a: Fact, b: Fact) -> Fact:
                def by(place: int, known: Fact, values: list[Fact]) -> Fact:
                    def low(then: Callable[..., Fact]) -> Fact:
                        if place == 1:
                            return then(None)
                        return p.by_cases(a, lambda one: p.anything(wanted, p.arith(
                            false, one, known, self.some)), then)  # fmt: skip

                    def high(then: Callable[..., Fact]) -> Fact:
                        if place == 3:
                            return then(None)
                        return p.by_cases(b, lambda one: p.anything(wanted, p.arith(
                            false, one, known, self.some)), then)  # fmt: skip

                    if place == 1:
                        return high(lambda up: p.arith(wanted, self.before(z, p.arith(z <= 0, up, known)), *values,
                                                       multipliers=[1, z]))  # fmt: skip
                    if place == 3:
                        return low(lambda down: p.arith(wanted, self.after(z, p.arith(z >= k, down, known)), *values,
                                                        multipliers=[1, z]))  # fmt: skip

                    def middle(down: Fact, up: Fact) -> Fact:
                        e = m - 2
                        found = self.on(e, p.arith(e >= 0, known), p.arith(e <= k - 1, known), z, p.both(
                            p.arith(e <= z, down), p.arith(z <= e + 1, up)))  # fmt: skip
                        even = p.arith(e >= 0, known)
                        two = [p.lemma("power_step", -1, e, using=[even]), p.lemma(
                            "power_step", -1, e + 1, using=[p.arith(e + 1 >= 0, known)])]  # fmt: skip
                        same = p.congruent(lam(t, term(-1) ** t), p.ring(e + 1 + 1, m))
                        return p.arith(wanted, found, *values, *two, same, multipliers=[1, z, m, z - e])

                    return low(lambda down: high(lambda up: middle(down, up)))

                return settled(m, within.left, within.right, by)

            return p.general(z, under(p, left, lambda a: under(p, right, lambda b: argue(a, b))))

        rising = over(p, 1, k + 2 - 2, lambda m, _: p.arith(cuts(m) < cuts(m + 1)))
        changes = over(p, 1, k + 2 - 1, distinct)
        lines = over(p, 1, k + 2, line)
        inside = body(goal)
        return p.restate(p.both(p.arith(k + 2 >= 1, self.some), p.witness(
            inside.args[1], cuts, slope, offset, p.both(rising, changes, lines))), goal)  # fmt: skip


def zero_one(x: Term, k: Term) -> Term:
    """x(1), ..., x(k) are 0 or 1."""
    return every(t, 1, k, either(x(t) == 0, x(t) == 1))


def sum_bounds(p: Proof, x: Term, k: Term, above: Fact, digits: Fact) -> Fact:
    """0 <= x(1) + ... + x(k) and x(1) + ... + x(k) <= k, for zeros and ones."""
    nonempty = p.arith(term(1) <= k + 1, above)
    f, none, ones = lam(t, x(t)), lam(t, term(0)), lam(t, term(1))

    def each(goal: Callable[[Term], Term]) -> Callable[[Term, Fact, Fact], Fact]:
        return lambda e, low, high: p.by_cases(digits.apply(e, using=[low, high]), *[
            lambda g: p.arith(goal(e), g)] * 2)  # fmt: skip

    low = smaller_sum(p, term(1), k, none, f, nonempty, each(lambda e: none(e) <= f(e)))
    high = smaller_sum(p, term(1), k, f, ones, nonempty, each(lambda e: f(e) <= ones(e)))
    constants = [sum_of_constants(p).apply(1, k, c, using=[nonempty]) for c in (0, 1)]
    whole = total(t, 1, k, x(t))
    return p.both(p.arith(whole >= 0, low, constants[0]), p.arith(whole <= k, high, constants[1]))


@once
def signs(p: Proof) -> Fact:
    """For all x, n >= 0 with x in {-1, 1}^n: for some 0 <= T <= n with 2 T = n less the sum of x, the product of x is
    (-1)^T."""
    x = p.fresh("x", "int->int")
    f, count = lam(t, x(t)), integer("T")

    def at(n: Term, T: Term) -> Term:
        return conj(0 <= T, T <= n, 2 * T == n - total(t, 1, n, f(t)), product(t, 1, n, f(t)) == term(-1) ** T)

    def claim(n: Term) -> Term:
        return implies(bits(x, n), exists(count, at(n, count)))

    def base() -> Fact:
        zero = term(0)
        empty = [p.lemma("sum_empty", 1, 0, f), p.lemma("prod_empty", 1, 0, f), p.lemma("power_zero", -1)]
        parts = at(zero, zero)
        values = [p.arith(part, *empty) for part in (
            parts.args[0], parts.args[1].args[0], *parts.args[1].args[1].args)]  # fmt: skip
        return under(p, bits(x, zero), lambda _: p.witness(exists(count, at(zero, count)), zero, p.both(*values)))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        def argue(given: Fact) -> Fact:
            T, known = p.obtain(p.modus_ponens(here, fewer_bits(p, x, n, given)), "T")
            low, high, twice, power = known.split()
            longer = [longer_sum(p, term(1), n, f, above), p.lemma("prod_step", 1, n, f, using=[
                p.arith(term(1) <= n + 1, above)])]  # fmt: skip
            last = given.apply(n + 1, using=[p.arith(n + 1 >= 1, above), p.arith(n + 1 <= n + 1)])
            goal, old = exists(count, at(n + 1, count)), product(t, 1, n, f(t))

            def with_(value: Term, sign: Fact) -> Fact:
                more = p.lemma("power_step", -1, T, using=[low])
                parts = at(n + 1, value)
                facts = [p.arith(part, *longer, low, high, twice, sign) for part in (
                    parts.args[0], parts.args[1].args[0], parts.args[1].args[1].args[0])]  # fmt: skip
                facts.append(p.arith(parts.args[1].args[1].args[1], *longer, more, power, sign, multipliers=[
                    1, old, x(n + 1), term(-1) ** T]))  # fmt: skip
                return p.witness(goal, value, p.both(*facts))

            return p.by_cases(last, lambda minus: with_(T + 1, minus), lambda plus: with_(T, plus))

        return under(p, bits(x, n + 1), argue)

    return p.general(x, p.induction("n", 0, claim, base, step))
