"""Networks with one hidden layer and as many units as the function has cuts: which way each unit opens."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import equal_sums, once, sum_of_constants, sums_linear
from numerics.terms import (
    Term,
    between,
    conj,
    either,
    every,
    exists,
    false,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.flaps import in_each_case
from theorems.mukherjee2020.networks import affine, combination, no_kink_elsewhere, on_intervals
from theorems.mukherjee2020.pwl import Affine

i, j = integer("i"), integer("j")


def turned(pf: Proof, goal: Term, f: Term, p: Term, t: Term, alpha: Term, gamma: Term, two: Fact, S: Term, known: Fact,
           expansion: Fact) -> Fact:  # fmt: skip
    """A network of p - 1 units, those of S open to the left."""
    x, y = pf.fresh("x", "real"), real("y")
    jump = lam(j, alpha(j + 1) - alpha(j))
    a, c = lam(j, where(S(j), -1, 1)), lam(j, where(S(j), t(j), -t(j)))
    change, moment = lam(j, where(S(j), alpha(j + 1) - alpha(j), 0)), lam(j, where(S(j), jump(j) * t(j), 0))
    unit, hinge = lam(j, jump(j) * maximum(0, a(j) * x + c(j))), lam(j, jump(j) * maximum(0, x - t(j)))

    def claim(m: Term) -> Term:
        return total(j, 1, m, unit(j)) == total(j, 1, m, hinge(j)) - x * total(j, 1, m, change(j)) + total(
            j, 1, m, moment(j))  # fmt: skip

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        more = [pf.lemma("sum_step", 1, m, g, using=[low]) for g in (unit, hinge, change, moment)]
        e = m + 1

        def one(rule: str, left: bool, side: Fact) -> Fact:
            parts = [pf.lemma(rule, *g(e).args, using=[side]) for g in (a, c, change, moment)]
            argument = pf.arith(a(e) * x + c(e) == (t(e) - x if left else x - t(e)), *parts[:2], multipliers=[x])
            act = pf.congruent(lam(y, maximum(0, y)), argument)
            signs = [pf.lemma("max", 0, z) for z in (x - t(e), t(e) - x)]
            split = in_each_case(pf, signs, lambda *both: pf.arith(
                maximum(0, x - t(e)) - maximum(0, t(e) - x) == x - t(e), *both))  # fmt: skip
            return pf.arith(claim(e), here, *more, *parts[2:], act, split, multipliers=[jump(e), x])

        return pf.decide(S(e), lambda yes: one("if_true", True, yes), lambda no: one("if_false", False, no))

    base = pf.arith(claim(term(0)), *[pf.lemma("sum_empty", 1, 0, g) for g in (unit, hinge, change, moment)],
                    multipliers=[x])  # fmt: skip
    sums = pf.induction("n", 0, claim, base, step).apply(p - 1, using=[pf.arith(p - 1 >= 0, two)])
    bias = gamma(1) + -total(j, 1, p - 1, moment(j))
    value = pf.arith(f(x) == bias + total(j, 1, p - 1, unit(j)), expansion(x), sums, known, multipliers=[x])
    return pf.witness(goal, p - 1, jump, a, c, bias, pf.both(
        pf.arith(p - 1 >= 1, two), pf.arith(p - 1 <= p - 1), pf.general(x, value)))  # fmt: skip


@once
def unit_without_kink(pf: Proof) -> Fact:
    """For all a, c, u, w: max(0, a x + c) is affine on [u, w], if u < w and -c/a does not lie strictly between them."""
    a, c, u, w = (pf.fresh(name, "real") for name in "acuw")
    k = -c * (1 / a)
    ordered, clear_ = pf.assume(u < w), pf.assume(negation(conj(u < k, k < w)))
    x = real("x")
    unit = lam(x, maximum(0, a * x + c))

    def line(slope_: Term, at: Term, sign: Callable[[Term, Fact], Fact]) -> Fact:
        return affine(pf, unit, u, w, slope_, at, lambda x, inside: pf.by_cases(
            pf.lemma("max", 0, a * x + c), *[lambda fact: pf.arith(
                unit(x) == slope_ * x + at, fact, sign(x, inside))] * 2))  # fmt: skip

    def up(x: Term, inside: Fact, ends: list[Fact], way: int) -> Fact:
        e = [pf.arith(way * (a * u + c) * (w - x) >= 0, ends[0], inside), pf.arith(
            way * (a * w + c) * (x - u) >= 0, ends[1], inside)]  # fmt: skip
        return pf.arith(way * (a * x + c) >= 0, pf.arith(way * (a * x + c) * (w - u) >= 0, *e), ordered)

    def crossing(first: Fact, second: Fact) -> Fact:
        """The ends have different signs."""

        def flat(zero: Fact) -> Fact:
            return pf.arith(false, first, second, pf.arith(a * u == 0, zero, multipliers=[u]), pf.arith(
                a * w == 0, zero, multipliers=[w]))  # fmt: skip

        def sloped(nonzero: Fact) -> Fact:
            inverse = pf.lemma("inverse", a, using=[nonzero])
            root_ = pf.arith(a * k + c == 0, inverse, multipliers=[c])
            low = pf.absurd(u < k, lambda no: pf.by_cases(
                sign_of(pf, a, nonzero),
                lambda s: pf.arith(false, first, second, root_, pf.arith(a * (u - k) >= 0, s, no), pf.arith(
                    a * (w - u) > 0, s, ordered)),
                lambda s: pf.arith(false, first, second, root_, pf.arith(-a * (u - k) >= 0, s, no), pf.arith(
                    -a * (w - u) > 0, s, ordered))))  # fmt: skip
            high = pf.absurd(k < w, lambda no: pf.by_cases(
                sign_of(pf, a, nonzero),
                lambda s: pf.arith(false, first, second, root_, pf.arith(a * (k - w) >= 0, s, no), pf.arith(
                    a * (w - u) > 0, s, ordered)),
                lambda s: pf.arith(false, first, second, root_, pf.arith(-a * (k - w) >= 0, s, no), pf.arith(
                    -a * (w - u) > 0, s, ordered))))  # fmt: skip
            return pf.conflict(pf.both(low, high), clear_)

        return pf.anything(Affine(unit, u, w), pf.decide(a == 0, flat, sloped))

    def upper(*ends: Fact) -> Fact:
        whole = [pf.arith(a * y + c >= 0, *ends) for y in (u, w)]
        return line(a, c, lambda x, inside: up(x, inside, whole, 1))

    def left_up(yes: Fact) -> Fact:
        return pf.decide(a * w + c >= 0, lambda also: upper(yes, also), lambda no: crossing(yes, no))

    def left_down(no: Fact) -> Fact:
        def lower(also: Fact) -> Fact:
            ends = [pf.arith(-1 * (a * y + c) >= 0, no, also) for y in (u, w)]
            return line(term(0), term(0), lambda x, inside: up(x, inside, ends, -1))

        return pf.decide(a * w + c > 0, lambda also: pf.decide(
            a * u + c >= 0, lambda level: upper(level, also), lambda under_: crossing(under_, also)),
            lower)  # fmt: skip

    fact = pf.decide(a * u + c > 0, left_up, left_down)
    return pf.general(a, c, u, w, pf.implication(ordered.formula, pf.implication(clear_.formula, fact)))


def increasing_cuts(pf: Proof, t: Term, p: Term, rising: Fact) -> Fact:
    """t(i) < t(j) for 1 <= i < j <= p - 1."""
    i_ = integer("i")

    def ordered(q: Term) -> Term:
        return implies(q <= p - 1, every(i_, 1, q - 1, t(i_) < t(q)))

    def base() -> Fact:
        return under(pf, term(1) <= p - 1, lambda _: over(pf, 1, term(1) - 1, lambda e, b: pf.anything(
            t(e) < t(1), pf.arith(false, b))))  # fmt: skip

    def step(q: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before, last = here.apply(using=[bound]), rising.apply(q, using=[low, bound])
            return over(
                pf,
                1,
                q + 1 - 1,
                lambda e, b: pf.decide(
                    e <= q - 1,
                    lambda yes: pf.arith(t(e) < t(q + 1), before.apply(e, using=[b, yes]), last),
                    lambda no: pf.arith(t(e) < t(q + 1), last, pf.congruent(t, pf.arith(e == q, b, no))),
                ),
            )

        return under(pf, q + 1 <= p - 1, grow)

    return pf.induction("j", 1, ordered, base, step)


def units_at_cuts(pf: Proof, f: Term, p: Term, t: Term, alpha: Term, gamma: Term, two: Fact, data: list[Fact], n: Term,
                  v: Term, a: Term, c: Term, b: Term, some_: Fact, output: Fact) -> Fact:  # fmt: skip
    """exists phi, for 1 <= i <= p - 1: 1 <= phi(i) <= n and kink(phi(i)) = t(i): each cut needs a unit."""
    x, m_, k, last = real("x"), integer("m"), lam(j, -c(j) * (1 / a(j))), n + 1 - 1
    units = lam(j, x, maximum(0, a(j) * x + c(j)))

    def on(u: Term, w: Term, ordered: Fact, free: Fact) -> Fact:
        each = over(pf, 1, n, lambda m, at: unit_without_kink(pf).apply(a(m), c(m), u, w, using=[
            ordered, free.apply(m, using=[at.left, pf.arith(m <= last, at)])]))  # fmt: skip
        return combination(pf, units, v, b, n, pf.arith(n >= 0, some_), u, w, each, f, lambda x: output(x))

    lines = on_intervals(pf, k, last, on)

    def hit(i: Term, m: Term) -> Term:
        return implies(between(1, i, p - 1), conj(between(1, m, n), k(m) == t(i)))

    def found(i: Term) -> Fact:
        goal = exists(m_, hit(i, m_))
        here = exists(m_, conj(between(1, m_, n), k(m_) == t(i)))

        def direct(yes: Fact) -> Fact:
            inner = pf.opened
            m, at = pf.obtain(yes, "m")
            return pf.close(pf.witness(goal, m, pf.implication(hit(i, m).args[0], at)), inner)

        def impossible(no: Fact) -> Fact:
            inside = pf.assume(between(1, i, p - 1))
            apart = over(pf, 1, last, lambda m, at: pf.refute(k(m) == t(i), lambda eq: pf.conflict(
                pf.witness(here, m, pf.both(pf.both(at.left, pf.arith(m <= n, at)), eq)), no)))  # fmt: skip
            wrong = no_kink_elsewhere(pf, f, p, n + 1, t, alpha, gamma, *data[1:], k, lines, pf.arith(
                n + 1 >= 1, some_), i, inside, apart)  # fmt: skip
            return pf.witness(goal, 1, pf.implication(inside.formula, pf.anything(hit(i, term(1)).args[1], wrong)))

        return pf.decide(here, direct, impossible)

    e = pf.fresh("i", "int")
    return pf.choose(pf.general(e, found(e)), "phi")


def different_units(pf: Proof, t: Term, p: Term, kink: Term, phi: Term, chosen: Fact, monotone: Fact) -> Fact:
    """phi(i) != phi(j) for 1 <= i < j <= p - 1."""
    e, q = pf.fresh("i", "int"), pf.fresh("j", "int")
    pair = pf.assume(conj(e >= 1, e < q, q <= p - 1))
    at_e, at_q = (chosen(y).apply(using=[pair]).split()[2] for y in (e, q))
    less = monotone.apply(q, e, using=[pair])
    apart = pf.refute(phi(e) == phi(q), lambda eq: pf.arith(false, pf.congruent(kink, eq), at_e, at_q, less))
    return pf.general(e, q, pf.implication(pair.formula, apart))


class Sides:
    """A network of p - 1 units that computes f with p pieces: each unit has its kink at one cut, each cut one unit."""

    def __init__(self, pf: Proof, f: Term, p: Term, t: Term, alpha: Term, two: Fact, data: list[Fact], v: Term, a: Term,
                 c: Term, b: Term, output: Fact, monotone: Fact, phi: Term, chosen: Fact) -> None:  # fmt: skip
        self.pf, self.f, self.p, self.t, self.alpha, self.two, self.data = pf, f, p, t, alpha, two, data
        self.v, self.a, self.c, self.b, self.output = v, a, c, b, output
        self.kink = lam(j, -c(j) * (1 / a(j)))
        self.monotone, self.phi, self.chosen = monotone, phi, chosen

    def below(self, e: Term, q: Term, *facts: Fact) -> Fact:
        """t(e) <= t(q), for 1 <= e <= q <= p - 1 by the facts."""
        pf, t = self.pf, self.t
        return pf.decide(
            e <= q - 1, lambda yes: pf.arith(t(e) <= t(q), self.monotone.apply(q, e, using=[*facts, yes])),
            lambda no: pf.arith(t(e) <= t(q), pf.congruent(t, pf.arith(e == q, *facts, no))))  # fmt: skip

    def unit_affine(self, m: Term, u: Term, w: Term, ordered: Fact, clear_: Fact) -> Fact:
        """Affine(max(0, a(m) x + c(m)), u, w), for u < w and not u < kink(m) < w."""
        return unit_without_kink(self.pf).apply(self.a(m), self.c(m), u, w, using=[ordered, clear_])

    def at(self, e: Term, *bounds: Fact) -> list[Fact]:
        """1 <= phi(e), phi(e) <= p - 1, kink(phi(e)) = t(e)."""
        return self.chosen(e).apply(using=bounds).split()

    def cut_of(self, m: Term, bounds: Fact) -> Fact:
        """exists i, 1 <= i <= p - 1 and phi(i) = m: every unit has its kink at a cut, since there are no more units
        than cuts."""
        pf, phi, N, e_ = self.pf, self.phi, self.p - 1, integer("i")
        goal = exists(e_, conj(between(1, e_, N), phi(e_) == m))

        def missed(no: Fact) -> Fact:
            other = lam(e_, where(phi(e_) == N, m, phi(e_)))

            def avoided(e: Term, at: Fact) -> Fact:
                return pf.refute(phi(e) == m, lambda eq: pf.conflict(pf.witness(goal, e, pf.both(at, eq)), no))

            def place(e: Term, at: Fact) -> Fact:
                low, high, _ = self.at(e, at)
                wanted = conj(other(e) >= 1, other(e) <= N - 1)

                def last(yes: Fact) -> Fact:
                    value = pf.lemma("if_true", *other(e).args, using=[yes])
                    less = pf.absurd(m <= N - 1, lambda more: pf.conflict(
                        pf.arith(phi(e) == m, yes, pf.arith(m == N, more, bounds)), avoided(e, at)))  # fmt: skip
                    return pf.both(pf.arith(other(e) >= 1, value, bounds), pf.arith(other(e) <= N - 1, value, less))

                def before(off: Fact) -> Fact:
                    value = pf.lemma("if_false", *other(e).args, using=[off])
                    less = pf.absurd(phi(e) <= N - 1, lambda no: pf.conflict(pf.arith(phi(e) == N, no, high), off))
                    return pf.both(pf.arith(other(e) >= 1, value, low), pf.arith(other(e) <= N - 1, value, less))

                return pf.prove(wanted, pf.decide(phi(e) == N, last, before))

            e, q = pf.fresh("i", "int"), pf.fresh("j", "int")
            pair = pf.assume(conj(e >= 1, e < q, q <= N))
            at_e, at_q = pf.both(pf.arith(e >= 1, pair), pf.arith(e <= N, pair)), pf.both(
                pf.arith(q >= 1, pair), pf.arith(q <= N, pair))  # fmt: skip

            def different(eq: Fact) -> Fact:
                """From phi(e) = phi(q)."""
                return pf.arith(false, pf.arith(self.t(e) == self.t(q), pf.congruent(self.kink, eq), self.at(
                    e, at_e)[2], self.at(q, at_q)[2]), self.monotone.apply(q, e, using=[pair]))  # fmt: skip

            def clash(eq: Fact) -> Fact:
                def one(first: bool, second: bool, facts: list[Fact]) -> Fact:
                    values = [pf.lemma("if_true" if yes else "if_false", *other(z).args, using=[fact])
                              for z, yes, fact in ((e, first, facts[0]), (q, second, facts[1]))]  # fmt: skip
                    if first and second:
                        return different(pf.arith(phi(e) == phi(q), *facts))
                    if first:
                        return pf.conflict(pf.arith(phi(q) == m, *values, eq), avoided(q, at_q))
                    if second:
                        return pf.conflict(pf.arith(phi(e) == m, *values, eq), avoided(e, at_e))
                    return different(pf.arith(phi(e) == phi(q), *values, eq))

                return pf.decide(
                    phi(e) == N,
                    lambda y: pf.decide(phi(q) == N, lambda z: one(True, True, [y, z]),
                                        lambda z: one(True, False, [y, z])),
                    lambda y: pf.decide(phi(q) == N, lambda z: one(False, True, [y, z]),
                                        lambda z: one(False, False, [y, z])))  # fmt: skip

            injective = pf.general(e, q, pf.implication(pair.formula, pf.refute(other(e) == other(q), clash)))
            counted = pf.lemma("pigeonhole", other, N, N - 1, using=[
                pf.arith(N - 1 >= 0, self.two), over(pf, 1, N, place), injective])  # fmt: skip
            return pf.arith(false, counted)

        return pf.absurd(goal, missed)

    def changes(self, goal: Term) -> Fact:
        """The units that open to the left make up the slope on the left."""
        pf, f, p, t, alpha, a, c, v = self.pf, self.f, self.p, self.t, self.alpha, self.a, self.c, self.v
        N, x, two, phi, k = self.p - 1, real("x"), self.two, self.phi, self.kink
        unit = lam(j, x, maximum(0, a(j) * x + c(j)))
        left = lam(j, x, where(a(j) < 0, maximum(0, a(j) * x + c(j)), 0))
        right = lam(j, x, where(a(j) < 0, 0, maximum(0, a(j) * x + c(j))))
        L = lam(x, term(0) + total(j, 1, N, v(j) * left(j)(x)))
        R = lam(x, self.b + total(j, 1, N, v(j) * right(j)(x)))
        count, nonempty = pf.arith(N >= 0, two), pf.arith(1 <= N + 1, two)
        T = lam(i, where(i <= 0, t(1) - 1, where(i >= p, t(N) + 1, t(i))))
        cuts_owner = over(pf, 1, N, lambda m, at: self.cut_of(m, at), "m")

        def choice(m: Term, opens: Fact, negative: bool, x: Term) -> list[Fact]:
            rule = "if_true" if negative else "if_false"
            return [pf.lemma(rule, *g(m)(x).args, using=[opens]) for g in (left, right)]

        def prove_summed(x: Term) -> Fact:
            """f(x) = L(x) + R(x)."""
            g, h, both = lam(j, v(j) * left(j)(x)), lam(j, v(j) * right(j)(x)), lam(j, v(j) * unit(j)(x))
            joined_ = lam(j, 1 * g(j) + 1 * h(j))
            same_ = equal_sums(
                pf,
                term(1),
                N,
                both,
                joined_,
                lambda m, *_: pf.decide(
                    a(m) < 0,
                    lambda yes: pf.arith(both(m) == joined_(m), *choice(m, yes, True, x), multipliers=[v(m)]),
                    lambda no: pf.arith(both(m) == joined_(m), *choice(m, no, False, x), multipliers=[v(m)]),
                ),
            )
            linear = sums_linear(pf).apply(1, N, g, h, 1, 1, using=[nonempty])
            return pf.arith(f(x) == L(x) + R(x), self.output(x), same_, linear)

        y0 = pf.fresh("x", "real")
        summed = pf.general(y0, prove_summed(y0))

        def node(e: Term, *bounds: Fact) -> Fact:
            """T(e) = t(e) for 1 <= e <= p - 1."""
            first = pf.lemma("if_false", *T(e).args, using=[pf.arith(negation(e <= 0), *bounds)])
            second = pf.lemma("if_false", *T(e).args[2].args, using=[pf.arith(negation(e >= p), *bounds)])
            return pf.arith(T(e) == t(e), first, second)

        def start(e: Term, zero: Fact) -> Fact:
            return pf.arith(T(e) == t(1) - 1, pf.lemma("if_true", *T(e).args, using=[pf.arith(e <= 0, zero)]))

        def end(e: Term, is_p: Fact) -> Fact:
            first = pf.lemma("if_false", *T(e).args, using=[pf.arith(negation(e <= 0), is_p, two)])
            second = pf.lemma("if_true", *T(e).args[2].args, using=[pf.arith(e >= p, is_p)])
            return pf.arith(T(e) == t(N) + 1, first, second)

        def prove_before(e: Term, at: Fact) -> list[Fact]:
            """T(e - 1) < t(e), and every cut left of t(e) is at most T(e - 1): for 1 <= e <= p - 1."""
            goal_ = conj(T(e - 1) < t(e), every(integer("q"), 1, e - 1, t(integer("q")) <= T(e - 1)))

            def first(yes: Fact) -> Fact:
                one = pf.congruent(t, pf.arith(e == 1, yes, at))
                less = pf.arith(T(e - 1) < t(e), start(e - 1, yes), one)
                return pf.both(less, over(pf, 1, e - 1, lambda q, b: pf.anything(
                    t(q) <= T(e - 1), pf.arith(false, b, yes)), "q"))  # fmt: skip

            def later(no: Fact) -> Fact:
                value = node(e - 1, at, no)
                rise = self.monotone.apply(e, e - 1, using=[at, no])
                return pf.both(pf.arith(T(e - 1) < t(e), value, rise), over(pf, 1, e - 1, lambda q, b: pf.arith(
                    t(q) <= T(e - 1), value, self.below(q, e - 1, b, at, no)), "q"))  # fmt: skip

            return pf.prove(goal_, pf.decide(e <= 1, first, later)).split()

        gaps = over(pf, 1, N, lambda e, at: pf.both(*prove_before(e, at)))

        def before(e: Term, at: Fact) -> list[Fact]:
            both = gaps.apply(e, using=[at])
            return [both.left, both.right]

        def prove_after(e: Term, at: Fact) -> list[Fact]:
            """t(e) < T(e + 1), and every cut right of t(e) is at least T(e + 1)."""
            goal_ = conj(t(e) < T(e + 1), every(integer("q"), e + 1, N, t(integer("q")) >= T(e + 1)))

            def last(yes: Fact) -> Fact:
                one = pf.congruent(t, pf.arith(e == N, yes, at))
                less = pf.arith(t(e) < T(e + 1), end(e + 1, yes), one)
                return pf.both(less, over(pf, e + 1, N, lambda q, b: pf.anything(
                    t(q) >= T(e + 1), pf.arith(false, b, yes)), "q"))  # fmt: skip

            def sooner(no: Fact) -> Fact:
                value = node(e + 1, at, no)
                rise = self.monotone.apply(e + 1, e, using=[at, no])
                return pf.both(pf.arith(t(e) < T(e + 1), value, rise), over(pf, e + 1, N, lambda q, b: pf.arith(
                    t(q) >= T(e + 1), value, self.below(e + 1, q, b, at, no)), "q"))  # fmt: skip

            return pf.prove(goal_, pf.decide(e >= N, last, sooner)).split()

        room = over(pf, 1, N, lambda e, at: pf.both(*prove_after(e, at)))

        def after(e: Term, at: Fact) -> list[Fact]:
            both = room.apply(e, using=[at])
            return [both.left, both.right]

        def chord(e: Term) -> Term:
            return (L(T(e)) - L(T(e - 1))) * (1 / (T(e) - T(e - 1)))

        z = integer("z")
        at_p = pf.ring(N + 1, p)
        first_cut, last_cut = pf.both(pf.arith(term(1) >= 1), pf.arith(1 <= N, two)), pf.both(
            pf.arith(N >= 1, two), pf.arith(N <= N))  # fmt: skip

        def prove_order(e: Term, low: Fact, high: Fact) -> Fact:
            def inner(yes: Fact) -> Fact:
                at = pf.both(low, yes)
                return pf.arith(T(e - 1) < T(e), node(e, at), before(e, at)[0])

            def outer(no: Fact) -> Fact:
                is_p = pf.arith(e == p, no, high)
                both = pf.congruent(lam(z, T(z)), is_p), pf.congruent(lam(z, T(z - 1)), is_p)
                return pf.arith(T(e - 1) < T(e), *both, end(p, pf.ring(p, p)), node(N, last_cut))

            return pf.decide(e <= N, inner, outer)

        ordered = over(pf, 1, p, lambda e, at: prove_order(e, at.left, at.right))

        def order(e: Term, *bounds: Fact) -> Fact:
            """T(e-1) < T(e), for 1 <= e <= p."""
            return ordered.apply(e, using=bounds)

        def prove_on_piece(e: Term, low: Fact, high: Fact) -> Fact:
            """f(T(e)) - f(T(e-1)) = alpha(e) (T(e) - T(e-1))."""
            line, rise = self.data[3].apply(e, using=[low, high]), order(e, low, high)
            values = []
            for y in (T(e), T(e - 1)):
                sides = line(y).formula.args[0], line(y).formula.args[1].args[0]
                one = pf.decide(
                    e == 1,
                    lambda yes, g=sides[0]: pf.or_intro(g, yes),
                    lambda no, g=sides[0], y=y: pf.or_intro(
                        g,
                        pf.arith(
                            t(e - 1) <= y,
                            rise,
                            node(
                                e - 1,
                                pf.arith(
                                    e - 1 >= 1,
                                    low,
                                    pf.absurd(e >= 2, lambda less: pf.conflict(pf.arith(e == 1, less, low), no)),
                                ),
                                high,
                            ),
                        ),
                    ),
                )
                other = pf.decide(
                    e <= N, lambda yes, g=sides[1], y=y: pf.or_intro(g, pf.arith(y <= t(e), rise, node(e, low, yes))),
                    lambda no, g=sides[1]: pf.or_intro(g, pf.arith(e == p, no, high)))  # fmt: skip
                values.append(pf.modus_ponens(pf.modus_ponens(line(y), one), other))
            return pf.arith(f(T(e)) - f(T(e - 1)) == alpha(e) * (T(e) - T(e - 1)), *values)

        slopes = over(pf, 1, p, lambda e, at: prove_on_piece(e, at.left, at.right))

        def on_piece(e: Term, *bounds: Fact) -> Fact:
            return slopes.apply(e, using=bounds)

        def is_chord(e: Term, s: Term, rise: Fact, difference: Fact) -> Fact:
            """chord(e) = s from L(T(e)) - L(T(e-1)) = s (T(e) - T(e-1))."""
            inverse = pf.lemma("inverse", T(e) - T(e - 1), using=[pf.arith(negation(T(e) - T(e - 1) == 0), rise)])
            return pf.arith(chord(e) == s, difference, inverse, multipliers=[1 / (T(e) - T(e - 1)), s])

        def straight(e: Term, at: Fact, side: Term, bias: Term, total_: Term, negative: bool, opens: Fact) -> Fact:
            """The sum of one side is affine on [T(e-1), T(e+1)]: the unit at t(e) is on the other (``opens``)."""
            u, w = T(e - 1), T(e + 1)
            ahead, behind = before(e, at), after(e, at)
            ordered = pf.arith(u < w, ahead[0], behind[0])

            def each(m: Term, place: Fact) -> Fact:
                def own(sign: Fact) -> Fact:
                    """A unit of this side."""
                    mark = pf.opened
                    q, found = pf.obtain(cuts_owner.apply(m, using=[place]), "i")
                    kink_at = pf.arith(k(m) == t(q), pf.congruent(k, found.right), self.at(q, found.left)[2])
                    goal_ = negation(conj(u < k(m), k(m) < w))

                    def here(no_left: Fact, no_right: Fact) -> Fact:
                        same_ = pf.arith(q == e, no_left, no_right)
                        moved = pf.congruent(lam(z, a(phi(z))), same_)
                        unit_ = pf.congruent(a, found.right)
                        return pf.anything(goal_, pf.arith(false, moved, unit_, sign, opens))

                    free = pf.decide(
                        q <= e - 1, lambda yes: pf.refute(conj(u < k(m), k(m) < w), lambda bad: pf.arith(
                            false, bad, kink_at, ahead[1].apply(q, using=[found.left, yes]))),
                        lambda no: pf.decide(
                            q >= e + 1, lambda yes: pf.refute(conj(u < k(m), k(m) < w), lambda bad: pf.arith(
                                false, bad, kink_at, behind[1].apply(q, using=[found.left, yes]))),
                            lambda also: here(no, also)))  # fmt: skip
                    line = self.unit_affine(m, u, w, ordered, free)
                    al, be, known = pf.obtain(pf.open_definition(line), "alpha", "beta")
                    shown = affine(
                        pf,
                        side(m),
                        u,
                        w,
                        al,
                        be,
                        lambda x, inside: pf.arith(
                            side(m)(x) == al * x + be, known.apply(x, using=[inside]), *choice(m, sign, negative, x)
                        ),
                    )
                    return pf.close(shown, mark)

                def others(sign: Fact) -> Fact:
                    return affine(pf, side(m), u, w, term(0), term(0), lambda x, inside: pf.arith(
                        side(m)(x) == 0 * x + 0, *choice(m, sign, not negative, x)))  # fmt: skip

                return pf.decide(a(m) < 0, own if negative else others, others if negative else own)

            return combination(pf, side, v, bias, N, count, u, w, over(pf, 1, N, each, "m"), total_, lambda x: pf.ring(
                total_(x), bias + total(j, 1, N, v(j) * side(j)(x))))  # fmt: skip

        S = lam(j, a(phi(j)) < 0)
        change = lam(j, where(S(j), alpha(j + 1) - alpha(j), 0))

        def turn(e: Term, at: Fact) -> Fact:
            """change(e) = chord(e + 1) - chord(e)."""
            low, high = pf.arith(e >= 1, at), pf.arith(e <= p, at)
            rises = order(e, low, high), order(e + 1, pf.arith(e + 1 >= 1, at), pf.arith(e + 1 <= p, at))
            spelled = pf.congruent(lam(z, T(z)), pf.ring(e + 1 - 1, e)), pf.congruent(lam(z, L(T(z))), pf.ring(
                e + 1 - 1, e))  # fmt: skip
            goal_ = change(e) == chord(e + 1) - chord(e)

            def lines(fact: Fact) -> tuple[Term, list[Fact]]:
                al, _, known = pf.obtain(pf.open_definition(fact), "alpha", "beta")
                return al, [known.apply(y, using=[pf.both(pf.arith(T(e - 1) <= y, *rises, spelled[0]), pf.arith(
                    y <= T(e + 1), *rises, spelled[0]))]) for y in (T(e - 1), T(e), T(e + 1))]  # fmt: skip

            def opens_left(yes: Fact) -> Fact:
                mark = pf.opened
                al, values = lines(straight(e, at, right, self.b, R, False, yes))
                parts = [summed(y) for y in (T(e - 1), T(e), T(e + 1))]
                whole_ = on_piece(e, low, high), on_piece(e + 1, pf.arith(e + 1 >= 1, at), pf.arith(e + 1 <= p, at))
                f_same = pf.congruent(lam(z, f(T(z))), pf.ring(e + 1 - 1, e))
                one = is_chord(
                    e,
                    alpha(e) - al,
                    rises[0],
                    pf.arith(
                        L(T(e)) - L(T(e - 1)) == (alpha(e) - al) * (T(e) - T(e - 1)), *values[:2], *parts[:2], whole_[0]
                    ),
                )
                two_ = is_chord(e + 1, alpha(e + 1) - al, rises[1], pf.arith(
                    L(T(e + 1)) - L(T(e + 1 - 1)) == (alpha(e + 1) - al) * (T(e + 1) - T(e + 1 - 1)), *values[1:],
                    *parts[1:], whole_[1], f_same, *spelled, multipliers=[al, alpha(e + 1)]))  # fmt: skip
                value = pf.lemma("if_true", *change(e).args, using=[yes])
                return pf.close(pf.arith(goal_, value, one, two_), mark)

            def opens_right(no: Fact) -> Fact:
                mark = pf.opened
                al, values = lines(straight(e, at, left, term(0), L, True, no))
                one = is_chord(e, al, rises[0], pf.arith(
                    L(T(e)) - L(T(e - 1)) == al * (T(e) - T(e - 1)), *values[:2]))  # fmt: skip
                two_ = is_chord(e + 1, al, rises[1], pf.arith(
                    L(T(e + 1)) - L(T(e + 1 - 1)) == al * (T(e + 1) - T(e + 1 - 1)), *values[1:], *spelled,
                    multipliers=[al]))  # fmt: skip
                value = pf.lemma("if_false", *change(e).args, using=[no])
                return pf.close(pf.arith(goal_, value, one, two_), mark)

            return pf.decide(S(e), opens_left, opens_right)

        def dark(m: Term, place: Fact, x: Term, way: int, sign: Fact, beyond: Callable[[Term, Fact], Fact]) -> Fact:
            """max(0, a(m) x + c(m)) = 0, for way a(m) > 0 where x is not beyond the kink."""
            mark = pf.opened
            q, found = pf.obtain(cuts_owner.apply(m, using=[place]), "i")
            kink_at = pf.arith(k(m) == t(q), pf.congruent(k, found.right), self.at(q, found.left)[2])
            away = beyond(q, found.left)
            inverse = pf.lemma("inverse", a(m), using=[pf.arith(negation(a(m) == 0), sign)])
            root_ = pf.arith(a(m) * k(m) + c(m) == 0, inverse, multipliers=[c(m)])
            gap_ = pf.arith(way * (k(m) - x) >= 0, kink_at, away)
            below_ = pf.arith(a(m) * x + c(m) <= 0, root_, pf.arith(way * a(m) * (way * (k(m) - x)) >= 0, gap_, sign))
            act = pf.by_cases(pf.lemma("max", 0, a(m) * x + c(m)), *[lambda fact: pf.arith(
                maximum(0, a(m) * x + c(m)) == 0, fact, below_)] * 2)  # fmt: skip
            return pf.close(act, mark)

        def no_left(x: Term, right_of: Fact) -> Fact:
            """L(x) = 0 for x >= t(p - 1)."""
            summand = lam(j, v(j) * left(j)(x))
            zero = lam(j, term(0))

            def each(m: Term, low: Fact, high: Fact) -> Fact:
                place = pf.both(low, high)
                return pf.decide(
                    a(m) < 0,
                    lambda yes: pf.arith(
                        summand(m) == 0,
                        *choice(m, yes, True, x),
                        dark(m, place, x, -1, yes, lambda q, at: pf.arith(t(q) <= x, right_of, self.below(q, N, at))),
                        multipliers=[v(m)],
                    ),
                    lambda no: pf.arith(summand(m) == 0, *choice(m, no, False, x), multipliers=[v(m)]),
                )

            same_ = equal_sums(pf, term(1), N, summand, zero, each)
            return pf.arith(L(x) == 0, same_, sum_of_constants(pf).apply(1, N, 0, using=[nonempty]))

        def level_right() -> Fact:
            """R(T(1)) = R(T(0))."""
            e, u, w = term(1), T(term(1) - 1), T(1)
            start_, node_ = start(term(1) - 1, pf.arith(term(1) - 1 <= 0)), node(e, first_cut)
            near_ = {0: pf.arith(u <= t(1), start_), 1: pf.arith(w <= t(1), node_)}
            g, h = lam(j, v(j) * right(j)(w)), lam(j, v(j) * right(j)(u))

            def each(m: Term, low: Fact, high: Fact) -> Fact:
                place, goal_ = pf.both(low, high), g(m) == h(m)

                def other(no: Fact) -> Fact:
                    chosen = [fact for y in (u, w) for fact in choice(m, no, False, y)]

                    def flat(zero: Fact) -> Fact:
                        y = real("y")
                        same_ = pf.congruent(lam(y, maximum(0, y)), pf.arith(
                            a(m) * u + c(m) == a(m) * w + c(m), zero, multipliers=[u, w]))  # fmt: skip
                        return pf.arith(goal_, *chosen, same_, multipliers=[v(m)])

                    def up(nonzero: Fact) -> Fact:
                        sign = pf.by_cases(sign_of(pf, a(m), nonzero), *[lambda s: pf.arith(a(m) > 0, s, no)] * 2)
                        dim = [dark(m, place, y, 1, sign, lambda q, at, n_=n_: pf.arith(
                            t(q) >= near_[n_].formula.args[0], near_[n_], self.below(term(1), q, at)))
                            for n_, y in enumerate((u, w))]  # fmt: skip
                        return pf.arith(goal_, *chosen, *dim, multipliers=[v(m)])

                    return pf.decide(a(m) == 0, flat, up)

                return pf.decide(
                    a(m) < 0,
                    lambda yes: pf.arith(
                        goal_, *[fact for y in (u, w) for fact in choice(m, yes, True, y)], multipliers=[v(m)]
                    ),
                    other,
                )

            return pf.arith(R(w) == R(u), equal_sums(pf, term(1), N, g, h, each))

        low_one, high_one = pf.arith(term(1) >= 1), pf.arith(1 <= p, two)
        low_p, high_p = pf.arith(p >= 1, two), pf.arith(p <= p)
        steep = is_chord(term(1), alpha(1), order(term(1), low_one, high_one), pf.arith(
            L(T(1)) - L(T(term(1) - 1)) == alpha(1) * (T(1) - T(term(1) - 1)), on_piece(term(1), low_one, high_one),
            summed(T(1)), summed(T(term(1) - 1)), level_right()))  # fmt: skip
        ends_ = end(p, pf.ring(p, p)), node(N, last_cut)
        flat_end = is_chord(p, term(0), order(p, low_p, high_p), pf.arith(
            L(T(p)) - L(T(p - 1)) == 0 * (T(p) - T(p - 1)), no_left(T(p), pf.arith(T(p) >= t(N), ends_[0])),
            no_left(T(N), pf.arith(T(N) >= t(N), ends_[1]))))  # fmt: skip

        def claim(q: Term) -> Term:
            return implies(q <= N, total(j, 1, q, change(j)) == chord(q + 1) - chord(term(1)))

        def step(q: Term, low: Fact, here: Fact) -> Fact:
            return under(pf, q + 1 <= N, lambda b: pf.arith(
                claim(q + 1).args[1], here.apply(using=[b]), pf.lemma("sum_step", 1, q, change, using=[low]),
                turn(q + 1, pf.both(pf.arith(q + 1 >= 1, low), b))))  # fmt: skip

        base = under(pf, term(0) <= N, lambda _: pf.arith(claim(term(0)).args[1], pf.lemma(
            "sum_empty", 1, 0, change), pf.congruent(lam(z, chord(z)), pf.ring(term(0) + 1, 1))))  # fmt: skip
        summed_up = pf.induction("q", 0, claim, base, step).apply(N, using=[count, pf.arith(N <= N)])
        made = pf.arith(total(j, 1, N, change(j)) == -alpha(1), summed_up, pf.congruent(lam(z, chord(z)), at_p), steep,
                        flat_end)  # fmt: skip
        return pf.witness(goal, S, made)


def sign_of(pf: Proof, e: Term, nonzero: Fact) -> Fact:
    """e > 0 or e < 0, for e != 0."""
    goal = either(e > 0, e < 0)
    return pf.decide(e > 0, lambda yes: pf.or_intro(goal, yes), lambda no: pf.or_intro(goal, pf.absurd(
        e < 0, lambda also: pf.conflict(pf.arith(
            e == 0, no, also), nonzero))))  # fmt: skip
