"""Functions on the cube {-1, 1}^n: definitions by formula, and lemmas about bits, characters and Fourier coefficients.

The vertices and the subsets of {1, ..., n} are numbered 0, 1, ..., 2^n - 1 by their bits: the vertex number m has -1 at
t, and the set number m has t in it, where the bit of m that stands for 2^(t-1) is 1.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_appended, under
from numerics.sums import equal_sums, longer_sum, once, sum_of_constants, sum_split, sums_linear, sums_scaled
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    define,
    either,
    every,
    exists,
    false,
    forall,
    function,
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
from theorems.mukherjee2020.andreev import bit_values
from theorems.mukherjee2020.boolean import Bit, Digits, power_positive
from theorems.mukherjee2020.gates import A, B, C, beta, fewer_bits, rectified
from theorems.mukherjee2020.sign_rank import bits, inner

j, m, n, s, t = (integer(name) for name in "jmnst")
f = function("f", "int->real")


def corner(m: Term) -> Term:
    """The vertex number m of the cube."""
    return lam(t, 1 - 2 * Bit(m, t - 1))


@define
def Character(s: "int", n: "int", x: "int->int") -> Term:
    """The product of the x(t) with t in the set number s, a subset of {1, ..., n}."""
    return product(t, 1, n, where(Bit(s, t - 1) == 1, x(t), 1))


@define
def Fourier(f: "int->real", s: "int", n: "int") -> Term:
    """The Fourier coefficient of f for the set number s: the mean of f times the character, over the vertices."""
    return total(m, 0, 2**n - 1, f(m) * Character(s, n, corner(m))) / 2**n


@define
def SetSize(s: "int", n: "int") -> Term:
    """The number of elements of the set number s, a subset of {1, ..., n}."""
    return total(t, 1, n, Bit(s, t - 1))


@once
def products_same(p: Proof) -> Fact:
    """For all f, g, N >= 0: if f(i) = g(i) for 1 <= i <= N, their products over 1..N are equal."""
    f, g = (p.fresh(name, "int->real") for name in "fg")
    i = p.fresh("i", "int")

    def pointwise(N: Term) -> Term:
        return every(i, 1, N, f(i) == g(i))

    def claimed(N: Term) -> Term:
        return implies(pointwise(N), product(i, 1, N, f(i)) == product(i, 1, N, g(i)))

    def base() -> Fact:
        empty = [p.lemma("prod_empty", 1, 0, lam(i, h(i))) for h in (f, g)]
        return p.implication(pointwise(term(0)), p.arith(claimed(term(0)).args[1], *empty))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        each = p.assume(pointwise(N + 1))
        fewer = over(p, 1, N, lambda i, within: each.apply(i, using=[within]))
        last = each.apply(N + 1, using=[p.arith(N + 1 >= 1, above), p.arith(N + 1 <= N + 1)])
        grown = [p.lemma("prod_step", 1, N, lam(i, h(i)), using=[p.arith(term(1) <= N + 1, above)]) for h in (f, g)]
        return p.implication(each.formula, p.arith(
            claimed(N + 1).args[1], p.modus_ponens(here, fewer), last, *grown,
            multipliers=[1, f(N + 1), product(i, 1, N, g(i))]))  # fmt: skip

    return p.general(f, g, p.induction("N", 0, claimed, base, step))


def halves(p: Proof, N: Term, g: Term, digits: Digits) -> Fact:
    """The sum of g over 0..2^(N+1) - 1 is that of g(m) and that of g(2^N + m), over 0..2^N - 1."""
    split = sum_split(p).apply(0, 2**N, g, 2**N, using=[digits.size])
    parts = total(m, 0, 2**N - 1, g(m)) + total(m, 0, 2**N - 1, g(2**N + m))
    z = p.fresh("z", "int")
    claim = lam(z, total(m, 0, z - 1, g(m)) == parts)
    return p.step("equality", [p.symmetric(digits.double), p.arith(claim(2**N * 2), split)], [claim])


class Halves:
    """Numbers 0 <= m < 2^(N+1) by halves: m and 2^N + m for 0 <= m < 2^N."""

    def __init__(self, p: Proof, N: Term, above: Fact) -> None:
        self.p, self.N, self.above = p, N, above
        self.digits = Digits(p, N, above)

    def bit(self, m: Term, high: bool, i: Term, low: Fact, top: Fact) -> Fact:
        """Bit(2^N + m, i) = Bit(m, i), or Bit(m, i) = Bit(m, i), for 0 <= i <= N - 1."""
        if high:
            return self.digits.same_below(m, i, low, top)
        return self.p.reflexive(Bit(m, i))

    def last(self, m: Term, high: bool, low: Fact, top: Fact) -> Fact:
        """Bit(2^N + m, N + 1 - 1) = 1, or Bit(m, N + 1 - 1) = 0."""
        p, N = self.p, self.N
        whole = 2**N + m if high else m
        known = self.digits.high_top(m, low, top) if high else self.digits.low_top(m, low, top)
        i = p.fresh("i", "int")
        same = p.congruent(lam(i, Bit(whole, i)), p.ring(N + 1 - 1, N))
        return p.arith(Bit(whole, N + 1 - 1) == (1 if high else 0), same, known)

    def character(self, s: Term, m: Term, of_set: bool, of_vertex: bool, bounds: list[Fact]) -> Fact:
        """The character of s or 2^N + s at the vertex m or 2^N + m of the cube of dimension N + 1: plus or minus that
        of s at the vertex m of the cube of dimension N. ``bounds``: 0 <= s, s <= 2^N - 1, 0 <= m, m <= 2^N - 1."""
        p, N = self.p, self.N
        S, M = (2**N + z if high else z for z, high in ((s, of_set), (m, of_vertex)))
        large, small = (lam(t, where(Bit(a, t - 1) == 1, corner(b)(t), 1)) for a, b in ((S, M), (s, m)))
        i = p.fresh("i", "int")

        def each(t: Term, within: Fact) -> Fact:
            low, top = p.arith(t - 1 >= 0, within), p.arith(t - 1 <= N - 1, within)
            sets = self.bit(s, of_set, t - 1, low, top)
            points = self.bit(m, of_vertex, t - 1, low, top)
            first = p.step("equality", [sets, p.reflexive(large(t))], [lam(i, large(t) == where(
                i == 1, corner(M)(t), 1))])  # fmt: skip
            return p.step("equality", [points, first], [lam(i, large(t) == where(Bit(s, t - 1) == 1, 1 - 2 * i, 1))])

        same = products_same(p).apply(large, small, N, using=[self.above, over(p, 1, N, each, "t")])
        step = p.lemma("prod_step", 1, N, large, using=[p.arith(term(1) <= N + 1, self.above)])
        tops = [self.last(s, of_set, *bounds[:2]), self.last(m, of_vertex, *bounds[2:])]
        condition = large(N + 1).args[0]
        if of_set:
            value = p.lemma("if_true", condition, *large(N + 1).args[1:], using=[tops[0]])
        else:
            value = p.lemma("if_false", condition, *large(N + 1).args[1:], using=[
                p.refute(condition, lambda one: p.arith(false, one, tops[0]))])  # fmt: skip
        sign = -1 if of_set and of_vertex else 1
        last = p.arith(large(N + 1) == sign, value, tops[1])
        before = product(t, 1, N, large(t))
        whole = p.arith(product(t, 1, N + 1, large(t)) == sign * product(t, 1, N, small(t)), same, step, last,
                        multipliers=[1, before, sign])  # fmt: skip
        return p.restate(whole, Character(S, N + 1, corner(M)) == sign * Character(s, N, corner(m)))


def weighed(f: Term, N: Term, s: Term) -> Term:
    """The sum of f times the character of s over the vertices."""
    return total(m, 0, 2**N - 1, f(m) * Character(s, N, corner(m)))


@once
def inversion(p: Proof) -> Fact:
    """For all N >= 0, f and 0 <= r <= 2^N - 1: the sum of weighed(f, N, s) times the character of s at r over all s is
    2^N f(r). By induction on N, from the halves of the cube."""
    zero = term(0)

    def claim(N: Term) -> Term:
        r = integer("r")
        return forall(f, r, implies(between(0, r, 2**N - 1), total(s, 0, 2**N - 1, weighed(f, N, s) * Character(
            s, N, corner(r))) == 2**N * f(r)))  # fmt: skip

    def base() -> Fact:
        g, r = p.fresh("f", "int->real"), p.fresh("r", "int")

        def at(within: Fact) -> Fact:
            one = p.lemma("power_zero", 2)
            none = p.arith(r == 0, within, one)
            z = p.fresh("z", "int")

            def single(h: Term) -> Fact:
                """The sum of h over 0..2^0 - 1 is h(0)."""
                value = p.arith(total(m, 0, term(1) - 1, h(m)) == h(zero), p.lemma("sum_step", 0, -1, h), p.lemma(
                    "sum_empty", 0, -1, h), p.congruent(h, p.ring(term(-1) + 1, 0)))  # fmt: skip
                return p.step("equality", [p.symmetric(one), value], [lam(z, total(m, 0, z - 1, h(m)) == h(zero))])

            def plain(a: Term, b: Term) -> Fact:
                body = product(t, 1, zero, where(Bit(a, t - 1) == 1, corner(b)(t), 1))
                empty = p.lemma("prod_empty", 1, 0, body.args[2])
                return p.restate(empty, Character(a, zero, corner(b)) == 1)

            inner_ = lam(m, g(m) * Character(zero, zero, corner(m)))
            outer = lam(s, weighed(g, zero, s) * Character(s, zero, corner(r)))
            same = p.congruent(g, none)
            inner_value = p.arith(weighed(g, zero, zero) == g(zero), single(inner_), plain(zero, zero),
                                  multipliers=[g(zero)])  # fmt: skip
            return p.arith(total(s, 0, 2**zero - 1, outer(s)) == 2**zero * g(r), single(outer), plain(zero, r),
                           inner_value, same, one, multipliers=[1, weighed(g, zero, zero), g(r), g(zero)])  # fmt: skip

        return p.general(g, r, under(p, between(0, r, 2**zero - 1), at))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        g, r = p.fresh("f", "int->real"), p.fresh("r", "int")
        H, last = Halves(p, N, above), 2**N - 1
        upper = lam(m, g(2**N + m))
        nonempty = p.arith(zero <= last + 1, H.digits.size)
        lower_sum, upper_sum = lam(s, weighed(g, N, s)), lam(s, weighed(upper, N, s))

        def transform(s: Term, high: bool, low: Fact, top: Fact) -> Fact:
            """weighed(g, N + 1, s or 2^N + s) = weighed(g, N, s) plus or minus weighed(upper, N, s)."""
            S = 2**N + s if high else s
            entry = lam(m, g(m) * Character(S, N + 1, corner(m)))
            parts = []
            for half, h in ((False, g), (True, upper)):
                M = (lambda m: 2**N + m) if half else (lambda m: m)
                sign = -1 if high and half else 1
                target = lam(m, h(m) * Character(s, N, corner(m)))
                parts.append(equal_sums(p, zero, last, lam(m, entry(M(m))), lam(m, sign * target(m)),
                                        lambda m, a, b, h=h, M=M, half=half, sign=sign, target=target: p.arith(
                    entry(M(m)) == sign * target(m), H.character(s, m, high, half, [low, top, a, b]),
                    multipliers=[h(m)])))  # fmt: skip
                parts.append(sums_scaled(p).apply(0, last, target, sign, using=[nonempty]))
            sign = -1 if high else 1
            return p.arith(weighed(g, N + 1, S) == lower_sum(s) + sign * upper_sum(s), halves(p, N, entry, H.digits),
                           *parts)  # fmt: skip

        def at(q: Term, half: bool, low: Fact, top: Fact) -> Fact:
            """The claim for r = q or 2^N + q."""
            R = 2**N + q if half else q
            entry = lam(s, weighed(g, N + 1, s) * Character(s, N + 1, corner(R)))
            terms = [lam(s, h(s) * Character(s, N, corner(q))) for h in (lower_sum, upper_sum)]
            parts = [halves(p, N, entry, H.digits)]
            for high in (False, True):
                S = (lambda s: 2**N + s) if high else (lambda s: s)
                outer, inner_ = (-1 if high and half else 1), (-1 if high else 1)
                target = lam(s, outer * terms[0](s) + outer * inner_ * terms[1](s))
                parts.append(equal_sums(p, zero, last, lam(s, entry(S(s))), target,
                                        lambda s, a, b, S=S, high=high, target=target, outer=outer: p.arith(
                    entry(S(s)) == target(s), transform(s, high, a, b), H.character(s, q, high, half, [a, b, low, top]),
                    multipliers=[outer * Character(s, N, corner(q)), weighed(g, N + 1, S(s))])))  # fmt: skip
                parts.append(sums_linear(p).apply(0, last, *terms, outer, outer * inner_, using=[nonempty]))
            known = [here(h).apply(q, using=[p.both(low, top)]) for h in (g, upper)]
            return p.arith(total(s, 0, 2 ** (N + 1) - 1, entry(s)) == 2 ** (N + 1) * g(R), *parts, *known,
                           H.digits.double, multipliers=[1, 2, g(R)])  # fmt: skip

        def by_half(within: Fact) -> Fact:
            def second(no: Fact) -> Fact:
                q = r - 2**N
                low, top = p.arith(q >= 0, no), p.arith(q <= last, within, H.digits.double)
                found = at(q, True, low, top)
                z = p.fresh("z", "int")
                return p.step("equality", [p.ring(2**N + q, r), found], [lam(z, total(
                    s, 0, 2 ** (N + 1) - 1, weighed(g, N + 1, s) * Character(s, N + 1, corner(z)))
                    == 2 ** (N + 1) * g(z))])  # fmt: skip

            return p.decide(r <= last, lambda yes: at(r, False, within.left, yes), second)

        return p.general(g, r, under(p, between(0, r, 2 ** (N + 1) - 1), by_half))

    return p.induction("N", 0, claim, base, step)


@once
def same_number(p: Proof) -> Fact:
    """For all N >= 0 and 0 <= j, m <= 2^N - 1: if all bits of j and m are equal, then j = m."""

    def equal(a: Term, b: Term, N: Term) -> Term:
        return every(t, 1, N, Bit(a, t - 1) == Bit(b, t - 1))

    def claim(N: Term) -> Term:
        return forall(j, m, implies(conj(between(0, j, 2**N - 1), between(0, m, 2**N - 1)), equal(j, m, N), j == m))

    def opened(N: Term, prove: Callable[[Term, Term, list[Fact], Fact], Fact]) -> Fact:
        a, b = p.fresh("j", "int"), p.fresh("m", "int")
        within = conj(between(0, a, 2**N - 1), between(0, b, 2**N - 1))
        return p.general(a, b, under(p, within, lambda bounds: under(
            p, equal(a, b, N), lambda same: prove(a, b, bounds.split(), same))))  # fmt: skip

    def base() -> Fact:
        return opened(term(0), lambda a, b, bounds, same: p.arith(a == b, *bounds, p.lemma("power_zero", 2)))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        H = Halves(p, N, above)

        def prove(a: Term, b: Term, bounds: list[Fact], same: Fact) -> Fact:
            top = same.apply(N + 1, using=[p.arith(N + 1 >= 1, above), p.arith(N + 1 <= N + 1)])

            def half(z: Term, limits: list[Fact], then: Callable[[Term, bool, list[Fact], Fact], Fact]) -> Fact:
                """Reason by the half in which z lies."""

                def lower(yes: Fact) -> Fact:
                    return then(z, False, [limits[0], yes], p.reflexive(z))

                def upper(no: Fact) -> Fact:
                    q = z - 2**N
                    inside = [p.arith(q >= 0, no), p.arith(q <= 2**N - 1, limits[1], H.digits.double)]
                    return then(q, True, inside, p.ring(2**N + q, z))

                return p.decide(z <= 2**N - 1, lower, upper)

            def bit_of(z: Term, q: Term, high: bool, inside: list[Fact], is_z: Fact, i: Term, *within: Fact) -> Fact:
                """The bit i of z is that of q, or at the end 1 or 0."""
                k = p.fresh("k", "int")
                known = H.bit(q, high, i, *within) if within else H.last(q, high, *inside)
                if not high:
                    return known
                return p.step("equality", [is_z, known], [lam(k, Bit(k, i) == known.formula.args[1])])

            def first(q: Term, high: bool, inside: list[Fact], is_a: Fact) -> Fact:
                def second(r: Term, also: bool, within: list[Fact], is_b: Fact) -> Fact:
                    ends = [bit_of(a, q, high, inside, is_a, N + 1 - 1), bit_of(b, r, also, within, is_b, N + 1 - 1)]
                    if high != also:
                        return p.anything(a == b, p.arith(false, top, *ends))

                    def each(t: Term, span: Fact) -> Fact:
                        low, up = p.arith(t - 1 >= 0, span), p.arith(t - 1 <= N - 1, span)
                        whole = same.apply(t, using=[span.left, p.arith(t <= N + 1, span)])
                        return p.arith(Bit(q, t - 1) == Bit(r, t - 1), whole, bit_of(
                            a, q, high, inside, is_a, t - 1, low, up), bit_of(
                                b, r, also, within, is_b, t - 1, low, up))  # fmt: skip

                    found = here.apply(q, r, using=[p.both(p.both(*inside), p.both(*within)), over(
                        p, 1, N, each, "t")])  # fmt: skip
                    return p.arith(a == b, found, is_a, is_b)

                return half(b, bounds[2:], second)

            return half(a, bounds[:2], first)

        return opened(N + 1, prove)

    return p.induction("N", 0, claim, base, step)


@once
def agreement(p: Proof) -> Fact:
    """For all v, x, n >= 0 with v, x in {-1, 1}^n: <v, x> = n if v and x are equal, and <v, x> <= n - 2 if not."""
    v, x = p.fresh("v", "int->int"), p.fresh("x", "int->int")

    def equal(n: Term) -> Term:
        return every(t, 1, n, v(t) == x(t))

    def claim(n: Term) -> Term:
        return implies(bits(v, n), bits(x, n), conj(
            implies(equal(n), inner(v, x, n) == n), implies(negation(equal(n)), inner(v, x, n) <= n - 2)))  # fmt: skip

    def base() -> Fact:
        zero = term(0)
        none = p.lemma("sum_empty", 1, 0, lam(t, v(t) * x(t)))
        same = over(p, 1, zero, lambda t, within: p.anything(v(t) == x(t), p.arith(false, *within.split())), "t")
        return under(p, bits(v, zero), lambda _: under(p, bits(x, zero), lambda _: p.both(
            under(p, equal(zero), lambda _: p.arith(inner(v, x, zero) == 0, none)),
            under(p, negation(equal(zero)), lambda no: p.anything(
                inner(v, x, zero) <= zero - 2, p.conflict(same, no))))))  # fmt: skip

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        first, second = p.assume(bits(v, n + 1)), p.assume(bits(x, n + 1))
        known = here.apply(using=[fewer_bits(p, v, n, first), fewer_bits(p, x, n, second)])
        end = [p.arith(n + 1 >= 1, above), p.arith(n + 1 <= n + 1)]
        longer = longer_sum(p, term(1), n, lam(t, v(t) * x(t)), above)
        ends = [fact.apply(n + 1, using=end) for fact in (first, second)]
        last = v(n + 1) * x(n + 1)

        def by_ends(goal: Term, *facts: Fact) -> Fact:
            return p.by_cases(ends[0], *[lambda a: p.by_cases(ends[1], *[lambda b: p.arith(
                goal, *facts, p.arith(last == a.formula.args[1] * b.formula.args[1], a, b, multipliers=[
                    x(n + 1), v(n + 1), 1]), a, b, longer)] * 2)] * 2)  # fmt: skip

        def all_equal(same: Fact) -> Fact:
            fewer = over(p, 1, n, lambda t, within: same.apply(t, using=[within]), "t")
            return by_ends(inner(v, x, n + 1) == n + 1, p.modus_ponens(known.left, fewer), same.apply(n + 1, using=end))

        def some_differ(no: Fact) -> Fact:
            goal = inner(v, x, n + 1) <= n + 1 - 2

            def at_end(fewer: Fact) -> Fact:
                def every_one(value: Fact) -> Fact:
                    def each(t: Term, within: Fact) -> Fact:
                        def top(late: Fact) -> Fact:
                            z = p.fresh("z", "int")
                            equal_ = p.symmetric(p.arith(t == n + 1, late, within))
                            return p.step("equality", [equal_, value], [lam(z, v(z) == x(z))])

                        return p.decide(t <= n, lambda yes: fewer.apply(t, using=[within.left, yes]), top)

                    return over(p, 1, n + 1, each, "t")

                apart = p.refute(v(n + 1) == x(n + 1), lambda value: p.conflict(every_one(value), no))
                return differing(p, ends, goal, apart, p.modus_ponens(known.left, fewer), longer)

            def before(missed: Fact) -> Fact:
                return by_ends(goal, p.modus_ponens(known.right, missed))

            return p.decide(equal(n), at_end, before)

        fact = p.both(under(p, equal(n + 1), all_equal), under(p, negation(equal(n + 1)), some_differ))
        return p.implication(first.formula, p.implication(second.formula, fact))

    return p.general(v, x, p.induction("n", 0, claim, base, step))


def differing(p: Proof, ends: list[Fact], goal: Term, apart: Fact, *facts: Fact) -> Fact:
    """A goal from facts and the product of two different bits, -1."""
    a, b = apart.formula.args[0].args

    def both(first: Fact, second: Fact) -> Fact:
        if first.formula.args[1].index == second.formula.args[1].index:
            return p.anything(goal, p.conflict(p.arith(a == b, first, second), apart))
        return p.arith(goal, *facts, p.arith(a * b == -1, first, second, multipliers=[a, b, 1]))

    return p.by_cases(ends[0], *[lambda f: p.by_cases(ends[1], *[lambda g: both(f, g)] * 2)] * 2)


@once
def isolated(p: Proof) -> Fact:
    """For all n >= 1, v, x with v, x in {-1, 1}^n: max(0, 1 - n + <v, x>) is 1 if v and x are equal, else 0."""
    v, x, n = p.fresh("v", "int->int"), p.fresh("x", "int->int"), p.fresh("n", "int")
    same, value = every(t, 1, n, v(t) == x(t)), 1 - n + inner(v, x, n)

    def argue(given: Fact) -> Fact:
        some, first, second = given.split()
        known = agreement(p).apply(v, x, n, using=[p.arith(n >= 0, some), first, second])
        rule, goal = p.lemma("max", 0, value), maximum(0, value) == where(same, 1, 0)

        def yes(equal: Fact) -> Fact:
            high = p.modus_ponens(known.left, equal)
            one = p.lemma("if_true", same, 1, 0, using=[equal])
            return p.by_cases(rule, *[lambda g: p.arith(goal, g, high, one)] * 2)

        def no(differ: Fact) -> Fact:
            low = p.modus_ponens(known.right, differ)
            none = p.lemma("if_false", same, 1, 0, using=[differ])
            return p.by_cases(rule, *[lambda g: p.arith(goal, g, low, none)] * 2)

        return p.decide(same, yes, no)

    return p.general(n, v, x, under(p, conj(n >= 1, bits(v, n), bits(x, n)), argue))


# Parity.


def hinge(T: Term) -> Term:
    """The terms of the sum of gates max(0, T - (j - 1)) that adds up to (-1)^T - 1 for T = 0, ..., k."""
    return lam(j, where(j == 1, -2, 4 * term(-1) ** j) * maximum(0, T - (j - 1)))


@once
def wave(p: Proof) -> Fact:
    """For all k >= 0 and integers 0 <= T <= k: 1 and the sum of the first k hinges at T is (-1)^T."""

    def value(k: Term, T: Term) -> Term:
        return 1 + total(j, 1, k, hinge(T)(j))

    def claim(k: Term) -> Term:
        return forall(t, implies(t >= 0, conj(
            implies(t <= k, value(k, t) == term(-1) ** t),
            implies(k >= 1, k <= t, value(k, t) == term(-1) ** k * (1 + 2 * (t - k))))))  # fmt: skip

    def base() -> Fact:
        T = p.fresh("T", "int")

        def at(low: Fact) -> Fact:
            none, one = p.lemma("sum_empty", 1, 0, hinge(T)), p.lemma("power_zero", -1)

            def zero(high: Fact) -> Fact:
                same = p.congruent(lam(t, term(-1) ** t), p.arith(T == 0, low, high))
                return p.arith(value(term(0), T) == term(-1) ** T, none, same, one)

            return p.both(
                under(p, term(0) >= T, zero),
                under(
                    p,
                    term(0) >= 1,
                    lambda no: p.anything(
                        implies(term(0) <= T, value(term(0), T) == term(-1) ** term(0) * (1 + 2 * (T - 0))),
                        p.arith(false, no),
                    ),
                ),
            )

        return p.general(T, under(p, T >= 0, at))

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        T, n = p.fresh("T", "int"), k + 1
        longer = p.lemma("sum_step", 1, k, hinge(T), using=[p.arith(term(1) <= k + 1, above)])
        power = p.lemma("power_step", -1, k, using=[above])
        weight = where(n == 1, -2, 4 * term(-1) ** n)

        def at(low: Fact) -> Fact:
            known = p.modus_ponens(here(T), low)
            active = p.lemma("max", 0, T - (n - 1))

            def early(yes: Fact) -> Fact:
                """T <= k: the new gate is off."""
                off = p.by_cases(active, *[lambda g: p.arith(maximum(0, T - (n - 1)) == 0, g, yes)] * 2)
                return p.arith(value(n, T) == term(-1) ** T, longer, off, known.left.apply(using=[yes]),
                               multipliers=[1, weight])  # fmt: skip

            def on(far: Fact) -> Fact:
                """T >= k + 1: the value is (-1)^(k+1) (1 + 2 (T - k - 1))."""
                gate = p.by_cases(active, *[lambda g: p.arith(maximum(0, T - (n - 1)) == T - k, g, far)] * 2)
                goal = value(n, T) == term(-1) ** n * (1 + 2 * (T - n))

                def first(zero: Fact) -> Fact:
                    two = p.lemma("if_true", n == 1, -2, 4 * term(-1) ** n, using=[p.arith(n == 1, zero)])
                    start = p.congruent(lam(t, term(-1) ** t), zero)
                    none = p.step("equality", [p.symmetric(zero), p.lemma("sum_empty", 1, 0, hinge(T))],
                                  [lam(t, total(j, 1, t, hinge(T)(j)) == 0)])  # fmt: skip
                    return p.arith(goal, longer, gate, two, none, power, start, p.lemma("power_zero", -1), zero,
                                   multipliers=[1, weight, T - k, T, k])  # fmt: skip

                def later(some: Fact) -> Fact:
                    positive = p.absurd(k >= 1, lambda no: p.conflict(p.arith(k == 0, no, above), some))
                    four = p.lemma("if_false", n == 1, -2, 4 * term(-1) ** n, using=[
                        p.refute(n == 1, lambda one: p.arith(false, one, positive))])  # fmt: skip
                    old = known.right.apply(using=[positive, p.arith(k <= T, far)])
                    return p.arith(goal, longer, gate, four, old, power, multipliers=[1, weight, T - k, T, k])

                return p.decide(k == 0, first, later)

            def upto(high: Fact) -> Fact:
                def top(no: Fact) -> Fact:
                    far = p.arith(T >= n, no)
                    equal = p.congruent(lam(t, term(-1) ** t), p.arith(T == n, far, high))
                    zero = p.arith(T - n == 0, far, high)
                    return p.arith(value(n, T) == term(-1) ** T, on(far), equal, zero, multipliers=[
                        1, term(-1) ** n])  # fmt: skip

                return p.decide(T <= k, early, top)

            return p.both(under(p, T <= n, upto), under(p, n >= 1, lambda _: under(p, n <= T, on)))

        return p.general(T, under(p, T >= 0, at))

    return p.induction("k", 0, claim, base, step)


def minus_ones(s: Term, x: Term) -> Term:
    """1 where t is in the set number s and x(t) = -1, else 0."""
    return lam(t, where(conj(Bit(s, t - 1) == 1, x(t) == -1), 1, 0))


@once
def counted(p: Proof) -> Fact:
    """For all s, x, n >= 0 with x in {-1, 1}^n, let T be the number of t in s with x(t) = -1: 0 <= T <= |s|, the
    character of s at x is (-1)^T, and 2 T = |s| less the sum of the x(t) with t in s."""
    s_, x = p.fresh("s", "int"), p.fresh("x", "int->int")
    f = minus_ones(s_, x)
    members, chosen = lam(t, Bit(s_, t - 1)), lam(t, Bit(s_, t - 1) * x(t))
    factor = lam(t, where(Bit(s_, t - 1) == 1, x(t), 1))

    def claim(n: Term) -> Term:
        T, size = total(t, 1, n, f(t)), total(t, 1, n, members(t))
        return implies(bits(x, n), conj(
            T >= 0, T <= size, product(t, 1, n, factor(t)) == term(-1) ** T,
            2 * T == size - total(t, 1, n, chosen(t))))  # fmt: skip

    def base() -> Fact:
        zero = term(0)
        none = [p.lemma("sum_empty", 1, 0, g) for g in (f, members, chosen)]
        T = total(t, 1, zero, f(t))
        same = p.congruent(lam(t, term(-1) ** t), none[0])
        one = p.arith(product(t, 1, zero, factor(t)) == term(-1) ** T, same, p.lemma("power_zero", -1), p.lemma(
            "prod_empty", 1, 0, factor))  # fmt: skip
        parts = claim(zero).args[1]
        return under(p, bits(x, zero), lambda _: p.both(
            p.arith(parts.args[0], *none), p.arith(parts.args[1].args[0], *none), one,
            p.arith(parts.args[1].args[1].args[1], *none)))  # fmt: skip

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        k = n + 1
        signs = p.assume(bits(x, k))
        low, top, power, twice = p.modus_ponens(here, fewer_bits(p, x, n, signs)).split()
        sign = signs.apply(k, using=[p.arith(k >= 1, above), p.arith(k <= k)])
        longer = [longer_sum(p, term(1), n, g, above) for g in (f, members, chosen)]
        grown = p.lemma("prod_step", 1, n, factor, using=[p.arith(term(1) <= n + 1, above)])
        T, old = total(t, 1, n, f(t)), product(t, 1, n, factor(t))
        whole = total(t, 1, k, f(t))
        parts = claim(k).args[1]
        digit = bit_values(p, s_, k - 1, p.arith(k - 1 >= 0, above))
        condition, inside = f(k).args[0], Bit(s_, k - 1) == 1

        def case(bit: Fact, end: Fact) -> Fact:
            member = bit.formula.args[1].index == term(1).index
            negative = end.formula.args[1].index != term(1).index
            if member and negative:
                one = p.lemma("if_true", condition, 1, 0, using=[p.both(bit, end)])
            elif member:
                one = p.lemma("if_false", condition, 1, 0, using=[p.refute(condition, lambda g: p.arith(
                    false, g.right, end))])  # fmt: skip
            else:
                one = p.lemma("if_false", condition, 1, 0, using=[p.refute(condition, lambda g: p.arith(
                    false, g.left, bit))])  # fmt: skip
            if member:
                times = p.lemma("if_true", inside, x(k), 1, using=[bit])
            else:
                times = p.lemma("if_false", inside, x(k), 1, using=[p.refute(inside, lambda g: p.arith(false, g, bit))])
            last = p.arith(chosen(k) == (x(k) if member else 0), bit, multipliers=[x(k)])
            facts = [one, last, bit, end, low, top, twice, *longer]
            raised = p.congruent(lam(t, term(-1) ** t), p.arith(whole == T + (1 if member and negative else 0),
                                                                longer[0], one))  # fmt: skip
            more = [p.lemma("power_step", -1, T, using=[low])] if member and negative else []
            sign_ = p.arith(product(t, 1, k, factor(t)) == term(-1) ** whole, grown, times, end, power, raised, *more,
                            multipliers=[1, old, x(k), term(-1) ** T])  # fmt: skip
            return p.both(p.arith(parts.args[0], *facts), p.arith(parts.args[1].args[0], *facts), sign_, p.arith(
                parts.args[1].args[1].args[1], *facts))  # fmt: skip

        fact = p.by_cases(digit, *[lambda a: p.by_cases(sign, *[lambda b: case(a, b)] * 2)] * 2)
        return p.implication(signs.formula, fact)

    return p.general(s_, x, p.induction("n", 0, claim, base, step))


# Circuits.

w = integer("w")
slopes = function("l", "int->real")


def computed(f: Term, n: Term, *bounds: Term) -> Term:
    """Some Sum-of-ReLU circuit, of at most so many gates, has the values f(m) at the vertices m of the cube."""
    return exists(w, A, B, C, beta, conj(w >= 0, *(w <= bound for bound in bounds), every(
        m, 0, 2**n - 1, f(m) == beta + rectified(w, A, B, C, corner(m), n))))  # fmt: skip


def is_corner(p: Proof, m: Term, n: Term) -> Fact:
    """The vertex number m lies in {-1, 1}^n."""

    def each(t: Term, within: Fact) -> Fact:
        x = corner(m)(t)
        wanted = (x == -1, x == 1)
        goal = either(*wanted)
        return p.by_cases(bit_values(p, m, t - 1, p.arith(t - 1 >= 0, within)), lambda zero: p.or_intro(
            goal, p.arith(wanted[1], zero)), lambda one: p.or_intro(goal, p.arith(wanted[0], one)))  # fmt: skip

    return over(p, 1, n, each, "t")


@once
def picked(p: Proof) -> Fact:
    """For all g, m and N >= 0: the sum of where(j = m, g(j), 0) over 1..N is g(m) if 1 <= m <= N, and 0 if m <= 0."""
    g, m = p.fresh("g", "int->real"), p.fresh("m", "int")
    entry = lam(j, where(j == m, g(j), 0))

    def claim(N: Term) -> Term:
        whole = total(j, 1, N, entry(j))
        return conj(implies(1 <= m, m <= N, whole == g(m)), implies(either_end(m, N), whole == 0))

    def either_end(m: Term, N: Term) -> Term:
        return negation(conj(1 <= m, m <= N))

    def base() -> Fact:
        none = p.lemma("sum_empty", 1, 0, entry)
        first = under(p, term(1) <= m, lambda low: under(p, m <= term(0), lambda high: p.anything(
            total(j, 1, term(0), entry(j)) == g(m), p.arith(false, low, high))))  # fmt: skip
        return p.both(first, under(p, either_end(m, term(0)), lambda _: p.arith(
            total(j, 1, term(0), entry(j)) == 0, none)))  # fmt: skip

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        longer = longer_sum(p, term(1), N, entry, above)

        def found(low: Fact, high: Fact) -> Fact:
            goal = total(j, 1, N + 1, entry(j)) == g(m)

            def early(yes: Fact) -> Fact:
                off = p.lemma("if_false", N + 1 == m, g(N + 1), 0, using=[p.refute(
                    N + 1 == m, lambda same: p.arith(false, same, yes))])  # fmt: skip
                return p.arith(goal, longer, off, here.left.apply(using=[low, yes]))

            def top(no: Fact) -> Fact:
                same = p.arith(N + 1 == m, no, high)
                on = p.lemma("if_true", N + 1 == m, g(N + 1), 0, using=[same])
                out = p.refute(conj(1 <= m, m <= N), lambda inside: p.arith(false, inside.right, no))
                return p.arith(goal, longer, on, p.congruent(g, same), p.modus_ponens(here.right, out))

            return p.decide(m <= N, early, top)

        def missed(out: Fact) -> Fact:
            before = p.refute(conj(1 <= m, m <= N), lambda inside: p.conflict(p.both(inside.left, p.arith(
                m <= N + 1, inside.right)), out))  # fmt: skip
            off = p.lemma("if_false", N + 1 == m, g(N + 1), 0, using=[p.refute(N + 1 == m, lambda same: p.conflict(
                p.both(p.arith(term(1) <= m, same, above), p.arith(m <= N + 1, same)), out))])  # fmt: skip
            return p.arith(total(j, 1, N + 1, entry(j)) == 0, longer, off, p.modus_ponens(here.right, before))

        first = under(p, term(1) <= m, lambda low: under(p, m <= N + 1, lambda high: found(low, high)))
        return p.both(first, under(p, either_end(m, N + 1), missed))

    return p.general(g, m, p.induction("N", 0, claim, base, step))


def vertex_gates(p: Proof, f: Term, n: Term, some: Fact) -> tuple[list[Term], Fact]:
    """2^n - 1 gates, one for each vertex but the first: w, A, B, C, beta, and the fact that they compute f."""
    size = power_positive(p).apply(n, using=[p.arith(n >= 0, some)])
    gates = [2**n - 1, lam(j, corner(j)), lam(j, 1 - n), lam(j, f(j) - f(0)), f(0)]
    _, rows, shift, scale, _ = gates

    def at(m: Term, within: Fact) -> Fact:
        unit = lam(j, scale(j) * maximum(0, shift(j) + inner(rows(j), corner(m), n)))
        entry = lam(j, where(j == m, f(j) - f(0), 0))

        def each(k: Term, low: Fact, high: Fact) -> Fact:
            alone = isolated(p).apply(n, corner(k), corner(m), using=[p.both(
                some, is_corner(p, k, n), is_corner(p, m, n))])  # fmt: skip
            same = alone.formula.args[1].args[0]
            goal = unit(k) == entry(k)
            gate = p.arith(unit(k) == scale(k) * where(same, 1, 0), alone, multipliers=[scale(k)])

            def yes(equal: Fact) -> Fact:
                z = p.fresh("z", "int")
                every_ = over(p, 1, n, lambda t, _: p.step("equality", [equal, p.reflexive(corner(k)(t))], [
                    lam(z, corner(k)(t) == corner(z)(t))]), "t")  # fmt: skip
                return p.arith(goal, gate, p.lemma("if_true", same, 1, 0, using=[every_]), p.lemma(
                    "if_true", k == m, f(k) - f(0), 0, using=[equal]), multipliers=[1, scale(k)])  # fmt: skip

            def no(apart: Fact) -> Fact:
                def bits_equal(every_: Fact) -> Fact:
                    digits = over(p, 1, n, lambda t, inside: p.arith(
                        Bit(k, t - 1) == Bit(m, t - 1), every_.apply(t, using=[inside])), "t")  # fmt: skip
                    return same_number(p).apply(n, using=[p.arith(n >= 0, some)]).apply(k, m, using=[
                        p.both(p.both(p.arith(k >= 0, low), high), within), digits])  # fmt: skip

                differ = p.refute(same, lambda every_: p.conflict(bits_equal(every_), apart))
                return p.arith(goal, gate, p.lemma("if_false", same, 1, 0, using=[differ]), p.lemma(
                    "if_false", k == m, f(k) - f(0), 0, using=[apart]), multipliers=[1, scale(k)])  # fmt: skip

            return p.decide(k == m, yes, no)

        sums = equal_sums(p, term(1), 2**n - 1, unit, entry, each)
        one = picked(p).apply(lam(j, f(j) - f(0)), m, 2**n - 1, using=[p.arith(2**n - 1 >= 0, size)])
        goal = f(m) == f(0) + total(j, 1, 2**n - 1, unit(j))

        def first(zero: Fact) -> Fact:
            out = p.refute(conj(term(1) <= m, m <= 2**n - 1), lambda inside: p.arith(false, inside.left, zero))
            return p.arith(goal, sums, p.modus_ponens(one.right, out), p.congruent(f, zero))

        def other(nonzero: Fact) -> Fact:
            low = p.absurd(m >= 1, lambda no: p.conflict(p.arith(m == 0, no, within), nonzero))
            return p.arith(goal, sums, one.left.apply(using=[low, within]))

        return p.decide(m == 0, first, other)

    return gates, over(p, 0, 2**n - 1, at, "m")


# Gates for the characters. With ``merged``, the first gate of each, which is linear on the cube, is left to a common
# linear function.


def cost(f: Term, n: Term, merged: bool) -> Term:
    """The number of gates for the set number s: its size, or one less, if its coefficient is not 0."""
    size = SetSize(s, n)
    return lam(s, where(Fourier(f, s, n) == 0, 0, where(size == 0, 0, size - 1) if merged else size))


def expanded(f: Term, n: Term, k: Term, x: Term) -> Term:
    """The first k terms of the Fourier expansion of f at x."""
    return total(s, 0, k - 1, Fourier(f, s, n) * Character(s, n, x))


@once
def fourier_expansion(p: Proof) -> Fact:
    """For all n >= 0, f and 0 <= m <= 2^n - 1: f(m) is the sum of Fourier(f, s, n) times the character of s."""
    n, f, r = p.fresh("n", "int"), p.fresh("f", "int->real"), p.fresh("m", "int")

    def argue(above: Fact) -> Fact:
        def at(within: Fact) -> Fact:
            size = power_positive(p).apply(n, using=[above])
            inverse = p.lemma("inverse", 2**n, using=[p.arith(negation(2**n == 0), size)])
            known = inversion(p).apply(n, using=[above]).apply(f, r, using=[within])
            target = lam(s, weighed(f, n, s) * Character(s, n, corner(r)))
            entry = lam(s, Fourier(f, s, n) * Character(s, n, corner(r)))

            def each(k: Term, low: Fact, high: Fact) -> Fact:
                coefficient = Fourier(f, k, n)
                whole = p.restate(p.reflexive(coefficient), coefficient == weighed(f, n, k) / 2**n)
                return p.arith(entry(k) == 1 / 2**n * target(k), whole, multipliers=[Character(k, n, corner(r))])

            same = equal_sums(p, term(0), 2**n - 1, entry, lam(s, 1 / 2**n * target(s)), each)
            scaled = sums_scaled(p).apply(0, 2**n - 1, target, 1 / 2**n, using=[p.arith(
                term(0) <= 2**n - 1 + 1, size)])  # fmt: skip
            return p.arith(f(r) == total(s, 0, 2**n - 1, entry(s)), same, scaled, known, inverse, multipliers=[
                1, 1 / 2**n, f(r)])  # fmt: skip

        return p.general(f, r, under(p, between(0, r, 2**n - 1), at))

    return p.general(n, under(p, n >= 0, argue))


class Characters:
    """Circuits for partial sums of the Fourier expansion of f."""

    def __init__(self, p: Proof, f: Term, n: Term, above: Fact, merged: bool) -> None:
        self.p, self.f, self.n, self.above, self.merged = p, f, n, above, merged

    def formula(self, k: Term) -> Term:
        """Some circuit (with a linear function beside it, if merged) computes the first k terms."""
        n, y = self.n, function("x", "int->int")
        body = beta + rectified(w, A, B, C, y, n)
        if self.merged:
            body = body + inner(slopes, y, n)
        variables = [w, A, B, C, beta, *([slopes] if self.merged else [])]
        return exists(*variables, conj(w >= 0, w <= total(s, 0, k - 1, cost(self.f, n, self.merged)(s)), forall(
            y, implies(bits(y, n), expanded(self.f, n, k, y) == body))))  # fmt: skip

    def size(self, k: Term) -> Fact:
        """SetSize(k) is the sum of its bits, and at least 0."""
        p, n = self.p, self.n
        whole = p.restate(p.reflexive(SetSize(k, n)), SetSize(k, n) == total(t, 1, n, Bit(k, t - 1)))
        ones = lam(t, term(1))
        known = counted(p).apply(k, ones, n, using=[self.above, over(p, 1, n, lambda t, _: p.or_intro(
            either(ones(t) == -1, ones(t) == 1), p.ring(1, 1)), "t")])  # fmt: skip
        low, top = known.split()[:2]
        return p.both(whole, p.arith(SetSize(k, n) >= 0, whole, low, top))

    def start(self) -> Fact:
        """No terms: no gates."""
        p, n = self.p, self.n
        none = lam(j, term(0))
        y = p.fresh("x", "int->int")
        f, zero = lam(s, Fourier(self.f, s, n) * Character(s, n, y)), term(0)
        empty = [p.lemma("sum_empty", 0, -1, f), p.lemma("sum_empty", 1, 0, lam(
            j, none(j) * maximum(0, none(j) + inner(lam(t, term(0)), y, n))))]  # fmt: skip
        linear = [zero_product(p, y, n, self.above)] if self.merged else []
        body = zero + total(j, 1, 0, none(j) * maximum(0, none(j) + inner(lam(t, term(0)), y, n)))
        if self.merged:
            body = body + inner(lam(t, term(0)), y, n)
        value = p.general(y, under(p, bits(y, n), lambda _: p.arith(
            expanded(self.f, n, zero, y) == body, *empty, *linear)))  # fmt: skip
        cheap = p.arith(zero <= total(s, 0, zero - 1, cost(self.f, n, self.merged)(s)), p.lemma(
            "sum_empty", 0, zero - 1, cost(self.f, n, self.merged)))  # fmt: skip
        extra = [lam(t, term(0))] if self.merged else []
        return p.witness(self.formula(zero), 0, lam(j, t, term(0)), none, none, 0, *extra, p.both(
            p.arith(zero <= 0), cheap, value))  # fmt: skip

    def step(self, k: Term, low: Fact, here: Fact) -> Fact:
        p, n, f = self.p, self.n, self.f
        mark = p.opened
        old, rows, shift, scale, bias, *rest, known = p.obtain(here, "w", "A", "B", "C", "beta", *(
            ["l"] if self.merged else []))  # fmt: skip
        many, cheap, value = known.split()
        price = cost(f, n, self.merged)
        dearer = p.lemma("sum_step", 0, k - 1, price, using=[p.arith(term(0) <= k - 1 + 1, low)])
        same_k = p.congruent(price, p.ring(k - 1 + 1, k))
        condition = Fourier(f, k, n) == 0
        y = p.fresh("x", "int->int")
        entry = lam(s, Fourier(f, s, n) * Character(s, n, y))
        longer = [p.lemma("sum_step", 0, k - 1, entry, using=[p.arith(term(0) <= k - 1 + 1, low)]), p.congruent(
            entry, p.ring(k - 1 + 1, k))]  # fmt: skip

        def grown(new: Term, positive: Fact, first: bool, *more: Fact) -> Fact:
            old_circuit = (old, rows, shift, scale, bias, rest)
            return self.joined(k, old_circuit, [many, cheap, value], [dearer, same_k, *more], y, longer, new, positive,
                               self.size(k).left, first)  # fmt: skip

        def skipped(zero: Fact) -> Fact:
            free = p.lemma("if_true", condition, *price(k).args[1:], using=[zero])
            total_ = p.arith(old <= total(s, 0, k, price(s)), cheap, dearer, same_k, free)

            def at(signs: Fact) -> Fact:
                before = value.apply(y, using=[signs])
                return p.arith(expanded(f, n, k + 1, y) == before.formula.args[1], before, *longer, zero, multipliers=[
                    1, Character(k, n, y)])  # fmt: skip

            whole = p.general(y, under(p, bits(y, n), at))
            return p.witness(self.formula(k + 1), old, rows, shift, scale, bias, *rest, p.both(many, p.arith(
                old <= total(s, 0, k + 1 - 1, price(s)), total_), whole))  # fmt: skip

        def added(nonzero: Fact) -> Fact:
            paid = p.lemma("if_false", condition, *price(k).args[1:], using=[nonzero])
            positive = self.size(k).right
            if not self.merged:
                return grown(SetSize(k, n), positive, False, paid)
            inside = SetSize(k, n) == 0

            def constant(zero: Fact) -> Fact:
                free = p.lemma("if_true", inside, 0, SetSize(k, n) - 1, using=[zero])
                return grown(SetSize(k, n), positive, False, paid, free, zero)

            def several(some: Fact) -> Fact:
                fewer = p.lemma("if_false", inside, 0, SetSize(k, n) - 1, using=[some])
                least = p.absurd(SetSize(k, n) >= 1, lambda no: p.conflict(p.arith(
                    SetSize(k, n) == 0, no, positive), some))  # fmt: skip
                return grown(SetSize(k, n) - 1, p.arith(SetSize(k, n) - 1 >= 0, least), True, paid, fewer)

            return p.decide(inside, constant, several)

        return p.close(p.decide(condition, skipped, added), mark)

    def joined(self, k: Term, circuit: tuple[Term, ...], known: list[Fact], paid: list[Fact], y: Term,
               longer: list[Fact], new: Term, positive: Fact, size: Fact, first: bool) -> Fact:  # fmt: skip
        """The circuit with ``new`` gates more, for the character of k; with ``first``, its first gate is linear and
        joins the linear function. ``longer`` is of the expansion at y."""
        old, rows, shift, scale, bias, rest = circuit
        many, cheap, value = known
        p, n, f = self.p, self.n, self.f
        q, half = Fourier(f, k, n), term("1/2")
        for atom in (weighed(f, n, k), 1 / 2**n):  # so that they can be factors of multipliers
            p.reflexive(atom)
        wide, skip = SetSize(k, n), 1 if first else 0
        weight = lam(j, where(j == 1, -2, 4 * term(-1) ** j))
        A_ = lam(j, t, where(j <= old, rows(j)(t), -half * Bit(k, t - 1)))
        B_ = lam(j, where(j <= old, shift(j), half * wide - (j - old + skip - 1)))
        C_ = lam(j, where(j <= old, scale(j), q * weight(j - old + skip)))
        bias_ = bias + q + (-q * wide if first else 0)
        l_ = [lam(t, rest[0](t) + (q * Bit(k, t - 1) if first else 0 * Bit(k, t - 1)))] if self.merged else []
        W, price = old + new, cost(f, n, self.merged)
        bound = p.arith(W <= total(s, 0, k + 1 - 1, price(s)), p.arith(W <= total(s, 0, k, price(s)), cheap, *paid))
        z = real("q")

        def at(signs: Fact) -> Fact:
            before = value.apply(y, using=[signs])
            unit = lam(j, C_(j) * maximum(0, B_(j) + inner(A_(j), y, n)))
            previous = lam(j, scale(j) * maximum(0, shift(j) + inner(rows(j), y, n)))
            count = minus_ones(k, y)
            T = total(t, 1, n, count(t))
            low, top, power, twice = counted(p).apply(k, y, n, using=[self.above, signs]).split()
            chosen = lam(t, Bit(k, t - 1) * y(t))
            nonempty = p.arith(term(1) <= n + 1, self.above)

            def head(m: Term, start: Fact, end: Fact) -> Fact:
                product_ = equal_sums(
                    p,
                    term(1),
                    n,
                    lam(t, A_(m)(t) * y(t)),
                    lam(t, rows(m)(t) * y(t)),
                    lambda t, *_: p.arith(
                        A_(m)(t) * y(t) == rows(m)(t) * y(t),
                        p.lemma("if_true", m <= old, rows(m)(t), -half * Bit(k, t - 1), using=[end]),
                        multipliers=[y(t)],
                    ),
                )
                b = p.lemma("if_true", *B_(m).args, using=[end])
                c = p.lemma("if_true", *C_(m).args, using=[end])
                node = p.congruent(lam(z, maximum(0, z)), p.arith(
                    B_(m) + inner(A_(m), y, n) == shift(m) + inner(rows(m), y, n), b, product_))  # fmt: skip
                return p.arith(unit(m) == previous(m), node, c, multipliers=[C_(m), previous(m).args[1]])

            def tail(m: Term, start: Fact, end: Fact) -> Fact:
                i = old + m
                off = p.arith(negation(i <= old), start)
                product_ = equal_sums(
                    p,
                    term(1),
                    n,
                    lam(t, A_(i)(t) * y(t)),
                    lam(t, -half * chosen(t)),
                    lambda t, *_: p.arith(
                        A_(i)(t) * y(t) == -half * chosen(t),
                        p.lemma("if_false", i <= old, rows(i)(t), -half * Bit(k, t - 1), using=[off]),
                        multipliers=[y(t)],
                    ),
                )
                scaled = sums_scaled(p).apply(1, n, chosen, -half, using=[nonempty])
                b = p.lemma("if_false", *B_(i).args, using=[off])
                c = p.lemma("if_false", *C_(i).args, using=[off])
                place = m + skip
                node = p.congruent(lam(z, maximum(0, z)), p.arith(
                    B_(i) + inner(A_(i), y, n) == T - (place - 1), b, product_, scaled, twice, size))  # fmt: skip
                same = p.congruent(weight, p.ring(i - old + skip, place))
                return p.arith(unit(i) == q * hinge(T)(place), node, c, same, multipliers=[
                    C_(i), maximum(0, T - (place - 1)), q, q * maximum(0, T - (place - 1))])  # fmt: skip

            moved = lam(j, hinge(T)(j + skip))
            parts = [sum_appended(p, old, new, unit, many, positive),
                     equal_sums(p, term(1), old, unit, previous, head),
                     equal_sums(p, term(1), new, lam(j, unit(old + j)), lam(j, q * moved(j)), tail),
                     sums_scaled(p).apply(1, new, moved, q, using=[p.arith(term(1) <= new + 1, positive)])]  # fmt: skip
            wide_ = p.arith(wide >= 0, positive)
            within = p.arith(T <= wide, top, size)
            waves = wave(p).apply(wide, using=[wide_]).apply(T, using=[low])
            series = waves.left.apply(using=[within])
            if first:
                one = p.arith(term(1) >= 0)
                start = sum_appended(p, term(1), new, hinge(T), one, positive)
                single = [p.lemma("sum_empty", 1, 0, hinge(T)), p.lemma("sum_step", 1, 0, hinge(T)),
                          p.congruent(hinge(T), p.ring(term(0) + 1, 1))]  # fmt: skip
                two = p.lemma("if_true", term(1) == 1, -2, 4 * term(-1) ** 1, using=[p.ring(1, 1)])
                on = p.by_cases(p.lemma("max", 0, T - (term(1) - 1)), *[lambda g: p.arith(
                    maximum(0, T - (term(1) - 1)) == T, g, low)] * 2)  # fmt: skip
                lead = p.arith(hinge(T)(term(1)) == -2 * T, two, on, multipliers=[maximum(0, T - (term(1) - 1)), -2])
                last = p.congruent(lam(t, total(j, 1, t, hinge(T)(j))), p.ring(1 + new, wide))
                shifted = equal_sums(p, term(1), new, lam(j, hinge(T)(1 + j)), moved, lambda m, *_: p.congruent(
                    hinge(T), p.ring(1 + m, m + 1)))  # fmt: skip
                sums = p.arith(total(j, 1, wide, hinge(T)(j)) == -2 * T + total(j, 1, new, moved(j)), start, *single,
                               lead, last, shifted)  # fmt: skip
            else:
                plain = equal_sums(p, term(1), new, moved, hinge(T), lambda m, *_: p.congruent(
                    hinge(T), p.ring(m + 0, m)))  # fmt: skip
                sums = p.arith(total(j, 1, wide, hinge(T)(j)) == total(j, 1, new, moved(j)), plain)
            linear = []
            if self.merged:
                pieces = [lam(t, rest[0](t) * y(t)), chosen]
                sign = q if first else term(0)
                linear = [equal_sums(p, term(1), n, lam(t, l_[0](t) * y(t)), lam(
                    t, 1 * pieces[0](t) + sign * pieces[1](t)), lambda t, *_: p.ring(
                        l_[0](t) * y(t), 1 * pieces[0](t) + sign * pieces[1](t))),
                    sums_linear(p).apply(1, n, *pieces, 1, sign, using=[nonempty])]  # fmt: skip
            character = Character(k, n, y)
            unfolded = p.restate(p.reflexive(character), character == power.formula.args[0])
            body = bias_ + rectified(W, A_, B_, C_, y, n)
            if self.merged:
                body = body + inner(l_[0], y, n)
            plus = p.arith(character == 1 + total(j, 1, wide, hinge(T)(j)), unfolded, power, series)
            return p.arith(expanded(f, n, k + 1, y) == body, before, *longer, *parts, sums, plus, *linear, twice, size,
                           multipliers=[1, q])  # fmt: skip

        whole = p.general(y, under(p, bits(y, n), at))
        return p.witness(self.formula(k + 1), W, A_, B_, C_, bias_, *l_, p.both(
            p.arith(W >= 0, many, positive), bound, whole))  # fmt: skip

    def all_terms(self) -> Fact:
        """For all k >= 0, the first k terms."""
        return self.p.induction("k", 0, self.formula, lambda: self.start(), self.step)


def zero_product(p: Proof, y: Term, n: Term, above: Fact) -> Fact:
    """<0, y> = 0."""
    same = equal_sums(p, term(1), n, lam(t, term(0) * y(t)), lam(t, term(0)), lambda t, *_: p.ring(
        term(0) * y(t), term(0)))  # fmt: skip
    none = sum_of_constants(p).apply(1, n, 0, using=[p.arith(term(1) <= n + 1, above)])
    return p.arith(total(t, 1, n, term(0) * y(t)) == 0, same, none)


def length(l: Term, n: Term) -> Term:
    """The sum of |l(t)|."""
    return total(t, 1, n, absolute(l(t)))


@once
def shortest(p: Proof) -> Fact:
    """For all l, x, n >= 0 with x in {-1, 1}^n: 0 <= <l, x> and the sum of the |l(t)|."""
    l, x = p.fresh("l", "int->real"), p.fresh("x", "int->int")

    def claim(n: Term) -> Term:
        return implies(bits(x, n), length(l, n) + inner(l, x, n) >= 0)

    parts = lam(t, absolute(l(t))), lam(t, l(t) * x(t))

    def base() -> Fact:
        empty = [p.lemma("sum_empty", 1, 0, g) for g in parts]
        return under(p, bits(x, term(0)), lambda _: p.arith(claim(term(0)).args[1], *empty))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        def argue(signs: Fact) -> Fact:
            known = p.modus_ponens(here, fewer_bits(p, x, n, signs))
            longer = [longer_sum(p, term(1), n, g, above) for g in parts]
            last = signs.apply(n + 1, using=[p.arith(n + 1 >= 1, above), p.arith(n + 1 <= n + 1)])
            size = p.lemma("abs", l(n + 1))
            end = p.by_cases(
                last,
                *[
                    lambda s: p.by_cases(
                        size,
                        *[
                            lambda g: p.arith(
                                absolute(l(n + 1)) + l(n + 1) * x(n + 1) >= 0,
                                g,
                                p.arith(l(n + 1) * x(n + 1) == s.formula.args[1] * l(n + 1), s, multipliers=[l(n + 1)]),
                            )
                        ]
                        * 2,
                    )
                ]
                * 2,
            )
            return p.arith(claim(n + 1).args[1], known, end, *longer)

        return under(p, bits(x, n + 1), argue)

    return p.general(l, x, p.induction("n", 0, claim, base, step))


def with_linear_gate(p: Proof, n: Term, above: Fact, body: tuple[Term, ...]) -> tuple[list[Term], Callable[..., Fact]]:
    """The circuit (w, A, B, C, beta, l), with a linear function l beside it, with one gate more instead of that; and a
    function (y, bits(y, n)) that proves that both have the same value at y."""
    old, rows, shift, scale, bias, l, many = body
    size = length(l, n)
    A_ = lam(j, t, where(j <= old, rows(j)(t), l(t)))
    B_, C_ = lam(j, where(j <= old, shift(j), size)), lam(j, where(j <= old, scale(j), 1))
    z = real("q")

    def same(y: Term, signs: Fact) -> Fact:
        unit = lam(j, C_(j) * maximum(0, B_(j) + inner(A_(j), y, n)))
        previous = lam(j, scale(j) * maximum(0, shift(j) + inner(rows(j), y, n)))

        def value(m: Term, rule: str, known: Fact, b: Term, row: Term, c: Term) -> Fact:
            product_ = equal_sums(p, term(1), n, lam(t, A_(m)(t) * y(t)), lam(t, row(t) * y(t)), lambda t, *_: p.arith(
                A_(m)(t) * y(t) == row(t) * y(t), p.lemma(rule, m <= old, rows(m)(t), l(t), using=[known]),
                multipliers=[y(t)]))  # fmt: skip
            ends = [p.lemma(rule, *g(m).args, using=[known]) for g in (B_, C_)]
            node = p.congruent(lam(z, maximum(0, z)), p.arith(
                B_(m) + inner(A_(m), y, n) == b + inner(row, y, n), ends[0], product_))  # fmt: skip
            return p.arith(unit(m) == c * maximum(0, b + inner(row, y, n)), node, ends[1], multipliers=[
                C_(m), maximum(0, b + inner(row, y, n))])  # fmt: skip

        heads = equal_sums(p, term(1), old, unit, previous, lambda m, low, high: value(
            m, "if_true", high, shift(m), rows(m), scale(m)))  # fmt: skip
        last = value(old + 1, "if_false", p.arith(negation(old + 1 <= old)), size, l, term(1))
        low = shortest(p).apply(l, y, n, using=[above, signs])
        on = p.by_cases(p.lemma("max", 0, size + inner(l, y, n)), *[lambda g: p.arith(
            maximum(0, size + inner(l, y, n)) == size + inner(l, y, n), g, low)] * 2)  # fmt: skip
        longer = longer_sum(p, term(1), old, unit, many)
        return p.arith(
            bias - size + rectified(old + 1, A_, B_, C_, y, n)
            == bias + rectified(old, rows, shift, scale, y, n) + inner(l, y, n),
            longer,
            heads,
            last,
            on,
        )

    return [old + 1, A_, B_, C_, bias - size], same


def fourier_gates(p: Proof, f: Term, n: Term, some: Fact, merged: bool) -> tuple[list[Term], Fact, Fact]:
    """A circuit w, A, B, C, beta for f with a gate for each element of each set with a coefficient, or, ``merged``, one
    less for each of these that is not empty, and one more: with 0 <= w and its bound, and the values it computes.
    Opens existentials."""
    above = p.arith(n >= 0, some)
    sets = Characters(p, f, n, above, merged).all_terms()
    size = power_positive(p).apply(n, using=[above])
    found = p.obtain(sets.apply(2**n, using=[p.arith(term(2) ** n >= 0, size)]), "w", "A", "B", "C", "beta", *(
        ["l"] if merged else []))  # fmt: skip
    *gates, known = found
    many, cheap, values = known.split()
    convert = None
    if merged:
        gates, convert = with_linear_gate(p, n, above, (*gates, many))

    def at(m: Term, within: Fact) -> Fact:
        signs = is_corner(p, m, n)
        facts = [fourier_expansion(p).apply(n, using=[above]).apply(f, m, using=[within]),
                 values.apply(corner(m), using=[signs])]  # fmt: skip
        if convert is not None:
            facts.append(convert(corner(m), signs))
        _, A_, B_, C_, bias = gates
        return p.arith(f(m) == bias + rectified(gates[0], A_, B_, C_, corner(m), n), *facts)

    price = total(s, 0, 2**n - 1, cost(f, n, merged)(s))
    bound = p.arith(gates[0] <= (1 + price if merged else price), cheap)
    return gates, p.both(p.arith(gates[0] >= 0, many), bound), over(p, 0, 2**n - 1, at, "m")


def best_gates(p: Proof, goal: Term, f: Term, n: Term, some: Fact, merged: bool, most: Term) -> Fact:
    """computed(f, n, most, sum of the cost), where ``most`` is 2^n or 2^n - 1: by the smaller one of two circuits."""
    mark = p.opened
    vertices_, by_vertex = vertex_gates(p, f, n, some)
    gates, sizes, by_set = fourier_gates(p, f, n, some, merged)
    positive = power_positive(p).apply(n, using=[p.arith(n >= 0, some)])
    price = total(s, 0, 2**n - 1, cost(f, n, merged)(s))
    limit = 1 + price if merged else price
    low, cheap = sizes.split()

    def first(yes: Fact) -> Fact:
        w_ = vertices_[0]
        return p.witness(goal, *vertices_, p.both(p.arith(w_ >= 0, positive), p.arith(w_ <= most), p.arith(
            w_ <= limit, yes), by_vertex))  # fmt: skip

    def second(no: Fact) -> Fact:
        return p.witness(goal, *gates, p.both(low, p.arith(gates[0] <= most, cheap, no), cheap, by_set))

    return p.close(p.decide(vertices_[0] <= limit, first, second), mark)
