"""As many partitions as there can be: points on the moment curve, parted by polynomials. Derivations.

The point j of the curve is (j, j^2, ..., j^n), and hyperplanes part the points 1, ..., D as polynomials of degree at
most n do by their sign. The polynomials are listed by recursion on D: those for D points, which keep their sign from D
on, and those of a degree less, multiplied by D + 1/2 - x, which change it there.
"""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, once
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    negation,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.flaps import first_apart
from theorems.mukherjee2020.training import CutBy, Input, Partition
from theorems.mukherjee2020.training_counts import PartitionList
from theorems.mukherjee2020.vertex_counts import half_regions, no_dimension_sum, one_generator_sum, pascal_sums
from theorems.mukherjee2020.zonotope_geometry import for_all

i, j, k, s, t = (integer(name) for name in "ijkst")
curve = lam(j, k, j**k)  # the points of the moment curve


def value(e: Term, n: Term, at: Term) -> Term:
    """The polynomial e(0) + e(1) x + ... + e(n) x^n."""
    return total(k, 0, n, e(k) * at**k)


def steady(e: Term, n: Term, D: Term) -> Term:
    """From D on the polynomial keeps its sign."""
    return forall(j, implies(D <= j, value(e, n, j) * value(e, n, D) > 0))


def differ(e: Term, f: Term, n: Term, D: Term) -> Term:
    """The polynomials part the points 1, ..., D differently."""
    return some(j, 1, D, negation(iff(value(e, n, j) > 0, value(f, n, j) > 0)))


def listing(e: Term, n: Term, D: Term) -> Term:
    """e(1), e(2), ..., twice the number of half-regions of them, are steady and part the points differently."""
    N = 2 * half_regions(D, n + 1)
    return conj(every(t, 1, N, steady(e(t), n, D)), every(s, 1, N, every(t, s + 1, N, differ(e(s), e(t), n, D))))


def turned(e: Term, n: Term, D: Term) -> Term:
    """The coefficients of (D + 1/2 - x) times the polynomial e of degree at most n - 1."""

    def kept(k: Term) -> Term:
        return where(conj(0 <= k, k <= n - 1), e(k), 0)

    return lam(k, (D + term("1/2")) * kept(k) - kept(k - 1))


@once
def turned_value(p: Proof) -> Fact:
    """forall e, n, D, j: n >= 0 => the turned polynomial is D + 1/2 - j times the old one, of degree at most n - 1."""
    e, n, D, x = p.fresh("e", "int->real"), p.fresh("n", "int"), p.fresh("D", "int"), p.fresh("j", "int")
    E = lam(k, where(conj(0 <= k, k <= n - 1), e(k), 0))
    new, half = turned(e, n, D), term("1/2")

    def outside(at: Term, *facts: Fact) -> Fact:
        condition = conj(0 <= at, at <= n - 1)
        off = p.refute(condition, lambda yes: p.arith(false, yes, *facts))
        return p.lemma("if_false", *E(at).args, using=[off])

    def claim(m: Term) -> Term:
        return value(new, m, x) == (D + half - x) * value(E, m, x) + E(m) * x ** (m + 1)

    def sums(m: Term, above: Fact) -> list[Fact]:
        return [p.lemma("sum_step", 0, m, lam(k, f(k) * x**k), using=[p.arith(term(0) <= m + 1, above)])
                for f in (new, E)]  # fmt: skip

    zero = term(0)
    one = p.lemma("power_zero", x)

    def single(f: Term) -> Fact:
        """The sum over 0 <= k <= 0."""
        g = lam(k, f(k) * x**k)
        sums = p.lemma("sum_empty", 0, -1, g), p.lemma("sum_step", 0, -1, g), p.congruent(g, p.ring(term(-1) + 1, 0))
        return p.arith(value(f, zero, x) == f(0), *sums, one, multipliers=[1, f(0)])

    line = p.arith(
        x ** (zero + 1) == x, p.lemma("power_step", x, 0, using=[p.arith(zero >= 0)]), one, multipliers=[1, x]
    )
    base = p.arith(claim(zero), single(new), single(E), outside(zero - 1), line, multipliers=[
        1, D + half - x, E(0)])  # fmt: skip

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        power = p.lemma("power_step", x, m + 1, using=[p.arith(m + 1 >= 0, above)])
        shifted = p.congruent(E, p.ring(m + 1 - 1, m))
        return p.arith(claim(m + 1), here, *sums(m, above), power, shifted, multipliers=[
            1, x ** (m + 1), E(m + 1), x, D, D + half - x])  # fmt: skip

    dimension = p.assume(n >= 0)
    whole = p.induction("m", 0, claim, base, step).apply(n, using=[dimension])
    last = outside(n)

    def same(k: Term, low: Fact, high: Fact) -> Fact:
        inside = p.lemma("if_true", *E(k).args, using=[p.both(low, high)])
        return p.arith(E(k) * x**k == e(k) * x**k, inside, multipliers=[x**k])

    longer = p.lemma("sum_step", 0, n - 1, lam(k, E(k) * x**k), using=[p.arith(zero <= n - 1 + 1, dimension)])
    end = p.congruent(lam(k, E(k) * x**k), p.ring(n - 1 + 1, n))
    shorter = equal_sums(p, zero, n - 1, lam(k, E(k) * x**k), lam(k, e(k) * x**k), same)
    equal = p.arith(value(E, n, x) == value(e, n - 1, x), longer, end, shorter, last, multipliers=[1, x**n])
    fact = p.arith(value(new, n, x) == (D + half - x) * value(e, n - 1, x), whole, equal, last, multipliers=[
        1, D + half - x, x ** (n + 1)])  # fmt: skip
    return p.general(e, n, D, x, p.implication(dimension.formula, fact))


@once
def polynomials(p: Proof) -> Fact:
    """forall D >= 1: forall n >= -1: some e is a listing for n and D."""
    n0, e0 = integer("n"), function("e", "int->int->real")
    pascal, one_sum = pascal_sums(p), one_generator_sum(p)

    def listed(n: Term, D: Term) -> Term:
        return exists(e0, listing(e0, n, D))

    def claim(D: Term) -> Term:
        return forall(n0, implies(-1 <= n0, listed(n0, D)))

    def nothing(n: Term, D: Term, none: Fact) -> Fact:
        """For n = -1 the list is empty; ``none`` says that its length is 0."""
        e, N = lam(t, k, term(0)), 2 * half_regions(D, n + 1)
        return p.witness(listed(n, D), e, p.both(
            over(p, 1, N, lambda t, at: p.anything(steady(e(t), n, D), p.arith(false, at, none)), "t"),
            over(p, 1, N, lambda s, at: p.anything(every(t, s + 1, N, differ(e(s), e(t), n, D)), p.arith(
                false, at, none)), "s")))  # fmt: skip

    def without(n: Term, D: Term, low: Fact, no: Fact) -> Fact:
        equal = p.arith(n + 1 == 0, low, no)
        moved = p.congruent(lam(k, half_regions(D, k)), equal)
        return nothing(n, D, p.arith(2 * half_regions(D, n + 1) == 0, moved, no_dimension_sum(p, D)))

    def start() -> Fact:
        one, n = term(1), p.fresh("n", "int")
        e = lam(t, k, where(k == 0, 3 - 2 * t, 0))

        def constant(t: Term, x: Term, dimension: Fact) -> Fact:
            """The polynomial e(t) is 3 - 2 t."""
            f = lam(k, e(t)(k) * x**k)

            def step(m: Term, above: Fact, here: Fact) -> Fact:
                more = p.lemma("sum_step", 0, m, f, using=[p.arith(term(0) <= m + 1, above)])
                off = p.lemma("if_false", *e(t)(m + 1).args, using=[p.arith(negation(m + 1 == 0), above)])
                return p.arith(value(e(t), m + 1, x) == 3 - 2 * t, here, more, off, multipliers=[1, x ** (m + 1)])

            first = p.lemma("if_true", *e(t)(0).args, using=[p.ring(term(0), 0)])
            sums = [
                p.lemma("sum_empty", 0, -1, f),
                p.lemma("sum_step", 0, -1, f),
                p.congruent(f, p.ring(term(-1) + 1, 0)),
            ]
            base = p.arith(value(e(t), term(0), x) == 3 - 2 * t, *sums, first, p.lemma("power_zero", x), multipliers=[
                1, e(t)(0)])  # fmt: skip
            return p.induction("m", 0, lambda m: value(e(t), m, x) == 3 - 2 * t, base, step).apply(n, using=[dimension])

        def some_dimension(dimension: Fact) -> Fact:
            N = 2 * half_regions(one, n + 1)
            two = p.arith(N == 2, one_sum.apply(n + 1, using=[p.arith(1 <= n + 1, dimension)]))

            def keeps(t: Term, at: Fact) -> Fact:
                x = p.fresh("j", "int")
                values = constant(t, x, dimension), constant(t, one, dimension)
                ends = p.decide(t <= 1, *[lambda side: p.arith((3 - 2 * t) * (3 - 2 * t) >= 1, _sides(
                    p, t, at, two, side))] * 2)  # fmt: skip
                fact = p.arith(value(e(t), n, x) * value(e(t), n, one) > 0, *values, ends, multipliers=[
                    1, value(e(t), n, x), 3 - 2 * t])  # fmt: skip
                premise = p.assume(one <= x)
                return p.general(x, p.implication(premise.formula, fact))

            def apart(s: Term, at_s: Fact, t: Term, at_t: Fact) -> Fact:
                values = constant(s, one, dimension), constant(t, one, dimension)
                first, second = p.arith(s == 1, at_s, at_t, two), p.arith(t == 2, at_s, at_t, two)
                pair = iff(value(e(s), n, one) > 0, value(e(t), n, one) > 0)
                positive = p.arith(value(e(s), n, one) > 0, values[0], first)
                clash = p.refute(
                    pair, lambda same: p.arith(false, p.modus_ponens(same.left, positive), values[1], second)
                )
                return p.witness(
                    differ(e(s), e(t), n, one), 1, p.both(p.both(p.arith(one <= 1), p.arith(one <= 1)), clash)
                )

            return p.witness(listed(n, one), e, p.both(over(p, 1, N, keeps, "t"), over(p, 1, N, lambda s, at_s: over(
                p, s + 1, N, lambda t, at_t: apart(s, at_s, t, at_t), "t"), "s")))  # fmt: skip

        return for_all(p, [n], -1 <= n, lambda given: p.decide(
            n >= 0, some_dimension, lambda no: without(n, one, given[0], no)))  # fmt: skip

    def step(D: Term, least: Fact, here: Fact) -> Fact:
        n = p.fresh("n", "int")
        return for_all(p, [n], -1 <= n, lambda given: p.decide(
            n >= 0, lambda yes: longer(D, least, here, n, yes),
            lambda no: without(n, D + 1, given[0], no)))  # fmt: skip

    def longer(D: Term, least: Fact, here: Fact, n: Term, dimension: Fact) -> Fact:
        top = D + 1
        mark = p.opened
        old, known = p.obtain(here.apply(n, using=[p.arith(-1 <= n, dimension)]), "e")
        less, lesser = p.obtain(here.apply(n - 1, using=[p.arith(-1 <= n - 1, dimension)]), "f")
        A, B, N = 2 * half_regions(D, n + 1), 2 * half_regions(D, n - 1 + 1), 2 * half_regions(top, n + 1)
        count = p.arith(N == A + B, pascal.apply(D, n + 1, using=[least, p.arith(1 <= n + 1, dimension)]))
        flips = turned_value(p)
        e = lam(t, k, where(t <= A, old(t)(k), turned(less(t - A), n, D)(k)))

        def read(t: Term, side: Fact, x: Term) -> Fact:
            """The value of the new polynomial: an old one, or (D + 1/2 - x) times one of less degree."""
            second = side.formula.op == "not"
            f = turned(less(t - A), n, D) if second else old(t)
            rule = "if_false" if second else "if_true"
            same = equal_sums(p, term(0), n, lam(k, e(t)(k) * x**k), lam(k, f(k) * x**k), lambda k, *_: p.arith(
                e(t)(k) * x**k == f(k) * x**k, p.lemma(rule, *e(t)(k).args, using=[side]),
                multipliers=[x**k]))  # fmt: skip
            if not second:
                return same
            flipped = flips.apply(less(t - A), n, D, x, using=[dimension])
            return p.arith(value(e(t), n, x) == (D + term("1/2") - x) * value(less(t - A), n - 1, x), same, flipped)

        def place(t: Term, at: Fact, no: Fact) -> Fact:
            return p.both(p.arith(1 <= t - A, no), p.arith(t - A <= B, at, count))

        def keeps(t: Term, at: Fact) -> Fact:
            x = p.fresh("j", "int")
            premise = p.assume(top <= x)

            def first(yes: Fact) -> Fact:
                steady_old = known.left.apply(t, using=[at.left, yes])
                far, near = (steady_old.apply(q, using=[p.arith(D <= q, premise)]) for q in (x, top))
                values = read(t, yes, x), read(t, yes, top)
                olds = (value(old(t), n, q) for q in (x, top, D))
                return same_sign(value(e(t), n, x), value(e(t), n, top), *olds, far, near, values)

            def same_sign(u: Term, v: Term, a: Term, b: Term, c: Term, far: Fact, near: Fact, values) -> Fact:
                """u v > 0, from u = a, v = b, a c > 0 and b c > 0."""
                whole = p.by_cases(p.step("excluded_middle", [], [c > 0]), lambda yes: p.arith(a * b > 0, p.arith(
                    a > 0, far, yes), p.arith(b > 0, near, yes)), lambda no: p.arith(a * b > 0, p.arith(
                        a < 0, far, no), p.arith(b < 0, near, no)))  # fmt: skip
                return p.arith(u * v > 0, whole, *values, multipliers=[1, u, b, a, v])

            def second(no: Fact) -> Fact:
                steady_less = lesser.left.apply(t - A, using=[place(t, at, no)])
                far, near = (steady_less.apply(q, using=[p.arith(D <= q, premise)]) for q in (x, top))
                a, b, c = (value(less(t - A), n - 1, q) for q in (x, top, D))
                product_of = same_sign(a, b, a, b, c, far, near, (p.ring(a, a), p.ring(b, b)))
                u, v = read(t, no, x), read(t, no, top)
                half = term("1/2")
                scaled = p.arith(half * (x - D - half) * (a * b) > 0, product_of, p.arith(x - D - half > 0, premise))
                gu, gv = (D + half - x) * a, (D + half - top) * b
                whole = p.arith(gu * gv > 0, scaled)
                return p.arith(value(e(t), n, x) * value(e(t), n, top) > 0, whole, u, v, multipliers=[
                    1, value(e(t), n, x), gv, gu, value(e(t), n, top)])  # fmt: skip

            return p.general(x, p.implication(premise.formula, p.decide(t <= A, first, second)))

        def same_side(t: Term, side: Fact, x: Term, inside: Fact) -> tuple[Fact, Fact]:
            """new > 0 => old > 0 and old > 0 => new > 0 at x <= D; old is of less degree for the second kind."""
            second = side.formula.op == "not"
            a = value(less(t - A), n - 1, x) if second else value(old(t), n, x)
            new, known_value = value(e(t), n, x), read(t, side, x)
            up, down = p.assume(new > 0), p.assume(a > 0)
            if not second:
                return p.implication(up.formula, p.arith(a > 0, up, known_value)), p.implication(
                    down.formula, p.arith(new > 0, down, known_value))  # fmt: skip
            factor = D + term("1/2") - x
            positive = p.arith(factor > 0, inside)
            forth = p.absurd(a > 0, lambda no: p.arith(false, p.arith(factor * a <= 0, no, positive), up, known_value))
            back = p.arith(new > 0, p.arith(factor * a > 0, down, positive), known_value)
            return p.implication(up.formula, forth), p.implication(down.formula, back)

        def apart(s: Term, at_s: Fact, t: Term, at_t: Fact) -> Fact:
            goal = differ(e(s), e(t), n, top)

            def lifted(fact: Fact, sides: tuple[Fact, Fact]) -> Fact:
                """From polynomials that differ at some point up to D."""
                inner = p.opened
                x, facts = p.obtain(fact, "j")
                within = facts.left
                ways = [same_side(u, side, x, within) for u, side in zip((s, t), sides, strict=True)]
                pair = iff(value(e(s), n, x) > 0, value(e(t), n, x) > 0)

                def clash(same: Fact) -> Fact:
                    olds = facts.right.formula.args[0]
                    one, other = (p.assume(part.args[0]) for part in olds.args)
                    forth = p.modus_ponens(ways[1][0], p.modus_ponens(same.left, p.modus_ponens(ways[0][1], one)))
                    back = p.modus_ponens(ways[0][0], p.modus_ponens(same.right, p.modus_ponens(ways[1][1], other)))
                    return p.conflict(p.both(p.implication(one.formula, forth), p.implication(
                        other.formula, back)), facts.right)  # fmt: skip

                bounds = p.both(within.left, p.arith(x <= top, within))
                return p.close(p.witness(goal, x, p.both(bounds, p.refute(pair, clash))), inner)

            def both_old(yes: Fact) -> Fact:
                before = p.arith(s <= A, yes, at_t)
                return lifted(known.right.apply(s, using=[at_s.left, before]).apply(t, using=[at_t.left, yes]), (
                    before, yes))  # fmt: skip

            def late(no: Fact) -> Fact:
                def both_new(off: Fact) -> Fact:
                    places = place(s, at_s, off), p.both(p.arith(s - A + 1 <= t - A, at_t), place(t, p.both(p.arith(
                        1 <= t, at_s, at_t), at_t.right), no).right)  # fmt: skip
                    return lifted(
                        lesser.right.apply(s - A, using=[places[0]]).apply(t - A, using=[places[1]]), (off, no)
                    )

                def mixed(yes: Fact) -> Fact:
                    """The old one keeps its sign from D to D + 1, the new one changes it."""
                    keep = known.left.apply(s, using=[at_s.left, yes]).apply(top, using=[p.arith(D <= top)])
                    inside = place(t, p.both(p.arith(1 <= t, at_s, at_t), at_t.right), no)
                    change = lesser.left.apply(t - A, using=[inside]).apply(top, using=[p.arith(D <= top)])
                    values = {q.index: (read(s, yes, q), read(t, no, q)) for q in (D, top)}
                    a, b = (value(old(s), n, q) for q in (D, top))
                    c, d = (value(less(t - A), n - 1, q) for q in (D, top))
                    u, v = (value(e(t), n, q) for q in (D, top))
                    half = term("1/2")
                    at_D = p.arith(u == half * c, values[D.index][1])
                    at_top = p.arith(v == -half * d, values[top.index][1])

                    def witness(q: Term, s_positive: bool, own: Fact, other: Fact) -> Fact:
                        """They differ at q: one is positive there (``own``), the other is not."""
                        pair = iff(value(e(s), n, q) > 0, value(e(t), n, q) > 0)
                        clash = p.refute(pair, lambda same: p.arith(false, p.modus_ponens(
                            same.left if s_positive else same.right, own), other))  # fmt: skip
                        within = p.both(p.arith(1 <= q, least), p.arith(q <= top))
                        return p.witness(goal, q, p.both(within, clash))

                    def by_signs(positive: Fact) -> Fact:
                        up = positive.formula.op != "not"
                        far = p.arith(b > 0 if up else b < 0, keep, positive)
                        old_D, old_top = (p.arith(z > 0 if up else z <= 0, values[q.index][0], fact) for z, q, fact in (
                            (value(e(s), n, D), D, positive), (value(e(s), n, top), top, far)))  # fmt: skip

                        def inner(sign: Fact) -> Fact:
                            plus = sign.formula.op != "not"
                            beyond = p.arith(d > 0 if plus else d < 0, change, sign)
                            new_D = p.arith(u > 0 if plus else u <= 0, at_D, sign)
                            new_top = p.arith(v < 0 if plus else v > 0, at_top, beyond)
                            if up and plus:
                                return witness(top, True, old_top, new_top)
                            if up:
                                return witness(D, True, old_D, new_D)
                            if plus:
                                return witness(D, False, new_D, old_D)
                            return witness(top, False, new_top, old_top)

                        return p.decide(c > 0, inner, inner)

                    return p.decide(a > 0, by_signs, by_signs)

                return p.decide(s <= A, mixed, both_new)

            return p.decide(t <= A, both_old, late)

        fact = p.both(over(p, 1, N, keeps, "t"), over(p, 1, N, lambda s, at_s: over(
            p, s + 1, N, lambda t, at_t: apart(s, at_s, t, at_t), "t"), "s"))  # fmt: skip
        return p.close(p.witness(listed(n, top), e, fact), mark)

    return p.induction("D", 1, claim, start, step)


def _sides(p: Proof, t: Term, at: Fact, two: Fact, side: Fact) -> Fact:
    """t = 1 or t = 2."""
    if side.formula.op == "not":
        return p.arith((t - 2) * (t - 1) == 0, p.arith(t == 2, at, two, side), multipliers=[1, t])
    return p.arith((t - 2) * (t - 1) == 0, p.arith(t == 1, at, side), multipliers=[1, t])


@once
def most_partitions(p: Proof) -> Fact:
    """forall n >= 0, D >= 1: the first D points of the moment curve have 2 (C(D-1, 0) + ... + C(D-1, n)) partitions."""
    n, D = p.fresh("n", "int"), p.fresh("D", "int")
    P0 = function("P", "int->int->bool")

    def prove(given: list[Fact]) -> Fact:
        dimension, points = given
        mark = p.opened
        e, known = p.obtain(polynomials(p).apply(D, using=[points]).apply(n, using=[p.arith(-1 <= n, dimension)]), "e")
        P, N = lam(t, j, value(e(t), n, j) > 0), 2 * half_regions(D, n + 1)

        def part(t: Term, _: Fact) -> Fact:
            def each(j: Term, _: Fact) -> Fact:
                height = Input(e(t), e(t)(0), curve(j), n)
                split = first_apart(p).apply(lam(k, e(t)(k) * j**k), 0, n, using=[p.arith(term(0) <= n, dimension)])
                equal = p.arith(height == value(e(t), n, j), split, p.lemma("power_zero", j), multipliers=[1, e(t)(0)])
                one, other = p.assume(P(t)(j)), p.assume(height > 0)
                return p.both(p.implication(one.formula, p.arith(height > 0, equal, p.restate(one, value(
                    e(t), n, j) > 0))), p.implication(other.formula, p.prove(P(t)(j), p.arith(value(
                        e(t), n, j) > 0, equal, other))))  # fmt: skip

            goal = Partition(P(t), curve, n, D)
            cut = p.restate(over(p, 1, D, each, "j"), CutBy(P(t), e(t), e(t)(0), curve, n, D))
            return p.restate(p.witness(p.open_definition(p.assume(goal)).formula, e(t), e(t)(0), cut), goal)

        listed = p.restate(p.both(over(p, 1, N, part, "t"), known.right), PartitionList(P, N, curve, n, D))
        return p.close(p.witness(exists(P0, PartitionList(P0, N, curve, n, D)), P, listed), mark)

    return for_all(p, [n, D], conj(n >= 0, D >= 1), prove)
