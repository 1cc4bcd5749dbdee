"""Derivations: a composition of sawtooths zigzags on [0, M], and continues or is 0 beyond."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    conj,
    either,
    exists,
    false,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    real,
    term,
    var,
    where,
)  # fmt: skip
from theorems.mukherjee2020.pwl import Laps
from theorems.mukherjee2020.sawtooths import (
    Composition,
    chord,
    continues,
    flat_condition,
    flat_right_tail,
    laps_of_composition,
    last_ray,
    parity,
    power_positive,
    ray,
    rising_ray,
)  # fmt: skip
from theorems.mukherjee2020.space_pieces import given
from theorems.mukherjee2020.zonotope_geometry import body
from theorems.mukherjee2020.zonotopes import Zigzag

i, x = integer("i"), real("x")
cut, a, d = (function(name, "int->real") for name in ("cut", "a", "d"))


def zero_beyond(H: Term, L: Term, cut: Term) -> Term:
    """H is 0 from the last cut on."""
    return forall(x, implies(x >= cut(L), H(x) == 0))


def last_lap_beyond(H: Term, L: Term, cut: Term, a: Term, d: Term) -> Term:
    """H continues its last lap."""
    return forall(x, implies(x >= cut(L - 1), H(x) == a(L) * x + d(L)))


def zigzags(H: Term, L: Term, flat: Term) -> Term:
    """H has L laps; beyond them it is 0 if ``flat``, and continues the last lap if not."""
    return exists(cut, a, d, conj(
        Zigzag(H, L, cut, a, d), implies(flat, zero_beyond(H, L, cut)),
        implies(negation(flat), last_lap_beyond(H, L, cut, a, d))))  # fmt: skip


def last_ray_of(pf: Proof, c: Composition, least: Fact, no: Fact) -> Fact:
    """exists s: H(k) is affine on [s, infinity), s < M, and 0 or M at s, where the right tail is not flat (``no``)."""
    H, s0 = c.H(c.k), var("s", "real")
    goal = exists(s0, ray(H, s0, c.M))

    def several(many: Fact) -> Fact:
        def even(zero: Fact) -> Fact:
            mark = pf.opened
            s, facts = pf.obtain(rising_ray(pf, c, zero).apply(c.k, using=[least, pf.arith(c.k <= c.k)]), "s")
            below, at_s, at_M, line = facts.split()
            start = pf.or_intro(either(H(s) == 0, H(s) == c.M), at_s)
            whole = pf.both(below, pf.arith(H(c.M) == c.M - H(s), at_s, at_M), start, line)
            return pf.close(pf.witness(goal, s, whole), mark)

        return pf.by_cases(parity(pf, c.p)[0], even, lambda odd: pf.anything(goal, pf.conflict(pf.both(many, odd), no)))

    def single(small: Fact) -> Fact:
        """k = 1: H(1) is h(1)."""
        one, bound = pf.arith(term(1) == c.k, small, least), pf.arith(term(1) <= c.k, least)
        f, g, s = c.H(1), c.h(1), c.a(1)(c.p)

        def equal(x: Term) -> Fact:
            first = pf.arith(f(x) == g(c.H(0)(x)), c.next.apply(0, x, using=[bound]))
            return pf.arith(f(x) == g(x), first, pf.congruent(g, c.identity(x)))

        below, turned, values, line = last_ray(pf, c, term(1), bound).split()
        at_s, at_M = equal(s), equal(c.M)
        y = pf.fresh("x", "real")
        lines = pf.general(y, given(pf, y >= s, lambda on: pf.arith(
            chord(f, s, c.M, y), line.apply(y, using=[on]), equal(y), at_s, at_M,
            multipliers=[c.M - s, c.M - y, y - s])))  # fmt: skip
        start = either(f(s) == 0, f(s) == c.M)
        extreme = pf.by_cases(values, lambda z: pf.or_intro(start, pf.arith(f(s) == 0, z, at_s)),
                              lambda m: pf.or_intro(start, pf.arith(f(s) == c.M, m, at_s)))  # fmt: skip
        the_ray = pf.both(below, pf.arith(f(c.M) == c.M - f(s), turned, at_s, at_M), extreme, lines)
        z = var("z", "int")
        moved = pf.step("equality", [one, the_ray], [lam(z, ray(c.H(z), s, c.M))])
        return pf.witness(goal, s, moved)

    return pf.decide(c.k >= 2, several, lambda no_more: single(no_more))


def zigzag_of_composition(pf: Proof, c: Composition, least: Fact) -> Fact:
    """zigzags(H(k), (p+1)^k, k >= 2 and p odd); ``least`` is k >= 1."""
    H, M, L = c.H(c.k), c.M, (c.p + 1) ** c.k
    whole = laps_of_composition(pf, c).apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    count = power_positive(pf, c.p + 1, c.some).apply(c.k, using=[least])
    general = _zigzag(pf, H, M, L, c.positive)
    mark = pf.opened
    t, facts = pf.obtain(pf.open_definition(whole), "t")
    rise = lam(i, (H(t(i)) - H(t(i - 1))) * (1 / (t(i) - t(i - 1))))
    start = lam(i, H(t(i - 1)) - rise(i) * t(i - 1))
    zigzag = general.apply(t, using=[count, facts])
    condition = flat_condition(c)
    _, last, laps = facts.split()

    def flat(yes: Fact) -> Fact:
        tail = flat_right_tail(pf, c, yes.right).apply(c.k, using=[yes.left, pf.arith(c.k <= c.k)])
        y = pf.fresh("x", "real")
        return pf.general(y, given(pf, y >= t(L), lambda beyond: tail.apply(y, using=[pf.arith(y >= M, beyond, last)])))

    def steep(no: Fact) -> Fact:
        mark = pf.opened
        s, the_ray = pf.obtain(last_ray_of(pf, c, least, no), "s")
        the_lap = laps.apply(L - 1, using=[count])
        the_lap = pf.rewrite(the_lap, pf.arith(t(L - 1 + 1) == M, last))
        tail = continues(pf, H, M, c.positive, t(L - 1), the_lap, s, the_ray)
        y = pf.fresh("x", "real")
        width = t(L) - t(L - 1)
        inverse = pf.lemma("inverse", width, using=[pf.arith(width > 0, the_lap.left, last)])
        at_end = pf.congruent(H, last)

        def value(beyond: Fact) -> Fact:
            at = pf.modus_ponens(tail(y), pf.arith(t(L - 1) <= y, beyond))
            line = pf.arith(H(y) * width == H(t(L - 1)) * (t(L) - y) + H(t(L)) * (y - t(L - 1)), at, last, at_end,
                            multipliers=[H(y), H(t(L - 1)), y - t(L - 1), 1])  # fmt: skip
            return pf.arith(H(y) == rise(L) * y + start(L), line, inverse, multipliers=[
                1 / width, H(y), H(t(L - 1)), 1])  # fmt: skip

        return pf.close(pf.general(y, given(pf, y >= t(L - 1), value)), mark)

    tails = pf.both(given(pf, condition, flat), given(pf, negation(condition), steep))
    return pf.close(pf.witness(zigzags(H, L, condition), t, rise, start, pf.both(zigzag, tails)), mark)


def _zigzag(pf: Proof, H: Term, M: Term, L: Term, positive: Fact) -> Fact:
    """forall t: L >= 1 and the facts of Laps(H, M, L) for the cuts t => Zigzag(H, L, t, slopes, intercepts)."""
    t = pf.fresh("t", "int->real")
    rise = lam(i, (H(t(i)) - H(t(i - 1))) * (1 / (t(i) - t(i - 1))))
    start = lam(i, H(t(i - 1)) - rise(i) * t(i - 1))
    premise = conj(L >= 1, _laps(H, M, L, t))

    def prove(fact: Fact) -> Fact:
        count, (first, _, laps) = fact.left, fact.right.split()

        def lap(n: Term, bounds: Fact) -> tuple[Fact, Fact, Fact, Fact, Fact]:
            """The lap [t(n-1), t(n)]: its order, line, turn and start, and slope times width."""
            whole = laps.apply(n - 1, using=[bounds])
            ordered = pf.arith(t(n - 1) < t(n), whole.left)
            width = t(n) - t(n - 1)
            inverse = pf.lemma("inverse", width, using=[pf.arith(width > 0, ordered)])
            slope = pf.arith(rise(n) * width == H(t(n)) - H(t(n - 1)), inverse, multipliers=[H(t(n)) - H(t(n - 1))])
            turn = pf.arith(H(t(n)) == M - H(t(n - 1)), whole.right.right.left)
            return ordered, whole.right.left, turn, whole.right.right.right, slope

        def sided(n: Term, bounds: Fact) -> Fact:
            ordered, _, turn, low, slope = lap(n, bounds)
            goal = either(conj(rise(n) > 0, rise(n) * t(n - 1) + start(n) == 0),
                          conj(rise(n) < 0, rise(n) * t(n) + start(n) == 0))  # fmt: skip

            def rising(zero: Fact) -> Fact:
                up = pf.arith(
                    rise(n) > 0, pf.arith(rise(n) * (t(n) - t(n - 1)) > 0, slope, turn, zero, positive), ordered
                )
                return pf.or_intro(goal, pf.both(up, pf.arith(rise(n) * t(n - 1) + start(n) == 0, zero)))

            def falling(full: Fact) -> Fact:
                down = pf.arith(rise(n) < 0, pf.arith(
                    rise(n) * (t(n) - t(n - 1)) < 0, slope, turn, full, positive), ordered)  # fmt: skip
                return pf.or_intro(goal, pf.both(down, pf.arith(rise(n) * t(n) + start(n) == 0, full, slope, turn)))

            return pf.by_cases(low, rising, falling)

        sides = over(pf, 1, L, sided)

        def differ(n: Term, bounds: Fact) -> Fact:
            here, there = lap(n, bounds), lap(n + 1, bounds)
            turned = pf.arith(H(t(n)) == M - H(t(n - 1)), here[2])

            def signs(n: Term, facts: tuple[Fact, Fact, Fact, Fact, Fact], low: Fact) -> Fact:
                ordered, _, turn, _, slope = facts
                zero = low.formula.args[1].op == "num"
                product = pf.arith(rise(n) * (t(n) - t(n - 1)) > 0 if zero else rise(n) * (t(n) - t(n - 1)) < 0, slope,
                                   turn, low, positive)  # fmt: skip
                return pf.arith(rise(n) > 0 if zero else rise(n) < 0, product, ordered)

            def both(one: Fact, two: Fact) -> Fact:
                start_here = pf.arith(H(t(n + 1 - 1)) == H(t(n)), pf.ring(H(t(n + 1 - 1)), H(t(n))))
                if (one.formula.args[1].op == "num") == (two.formula.args[1].op == "num"):
                    return pf.anything(negation(rise(n) == rise(n + 1)), pf.arith(
                        false, one, two, start_here, turned, positive))  # fmt: skip
                return pf.arith(negation(rise(n) == rise(n + 1)), signs(n, here, one), signs(n + 1, there, two))

            return pf.by_cases(here[3], *[lambda one: pf.by_cases(there[3], *[lambda two: both(one, two)] * 2)] * 2)

        def values(n: Term, bounds: Fact) -> Fact:
            ordered, linear, _, _, _ = lap(n, bounds)
            y = pf.fresh("x", "real")
            width = t(n) - t(n - 1)
            inverse = pf.lemma("inverse", width, using=[pf.arith(width > 0, ordered)])
            line = pf.open_definition(linear)

            def value(inside: Fact) -> Fact:
                at = line.apply(y, using=[inside])
                at = pf.arith(H(y) * width == H(t(n - 1)) * (t(n) - y) + H(t(n)) * (y - t(n - 1)), at)
                return pf.arith(H(y) == rise(n) * y + start(n), at, inverse, multipliers=[
                    1 / width, H(y), H(t(n - 1)), 1])  # fmt: skip

            return pf.general(y, given(pf, conj(t(n - 1) <= y, y <= t(n)), value))

        ordered = over(pf, 1, L, lambda n, bounds: lap(n, bounds)[0])
        facts = pf.both(count, first, ordered, sides, over(pf, 1, L - 1, differ), over(pf, 1, L, values))
        return pf.restate(facts, Zigzag(H, L, t, rise, start))

    return pf.general(t, given(pf, premise, prove))


def _laps(H: Term, M: Term, L: Term, t: Term) -> Term:
    """The body of Laps(H, M, L) for the cuts t."""
    return instance_of(body(Laps(H, M, L)), t)


def one_rising_lap(pf: Proof) -> tuple[list[Term], Fact, Fact]:
    """H(x) = x with one lap [0, 1]: the terms H, L, cut, a, d, and the facts Zigzag and that the lap continues."""
    y, one = pf.fresh("x", "real"), term(1)
    H, cuts, slope, start = lam(x, x), lam(i, i), lam(i, one), lam(i, term(0))
    sides = over(pf, 1, one, lambda n, b: pf.or_intro(either(
        conj(slope(n) > 0, slope(n) * cuts(n - 1) + start(n) == 0),
        conj(slope(n) < 0, slope(n) * cuts(n) + start(n) == 0)),
        pf.both(pf.arith(slope(n) > 0), pf.arith(slope(n) * cuts(n - 1) + start(n) == 0, b))))  # fmt: skip
    values = over(pf, 1, one, lambda n, _: pf.general(y, given(pf, conj(cuts(n - 1) <= y, y <= cuts(n)),
                                                               lambda _: pf.arith(
        H(y) == slope(n) * y + start(n)))))  # fmt: skip
    facts = pf.both(pf.arith(one >= 1), pf.arith(cuts(0) == 0), over(pf, 1, one, lambda n,
                                                                     _: pf.arith(cuts(n - 1) < cuts(n))),
                    sides, over(pf, 1, one - 1, lambda n, b: pf.anything(negation(slope(n) == slope(n + 1)), pf.arith(
                        false, b))), values)  # fmt: skip
    tail = pf.general(y, given(pf, y >= cuts(one - 1), lambda _: pf.arith(H(y) == slope(1) * y + start(1))))
    return [H, one, cuts, slope, start], pf.restate(facts, Zigzag(H, one, cuts, slope, start)), tail


def up_and_down(pf: Proof) -> tuple[list[Term], Fact, Fact]:
    """Up to 1 at 1 and down to 0 at 2, and 0 beyond: the terms H, L, cut, a, d, and the facts Zigzag and the last."""
    y, two = pf.fresh("x", "real"), term(2)
    H = lam(x, where(x <= 1, x, where(x <= 2, 2 - x, 0)))
    cuts, slope, start = lam(i, i), lam(i, 3 - 2 * i), lam(i, 2 * i - 2)

    def sort(n: Term, b: Fact, prove: Callable[[int, Fact], Fact]) -> Fact:
        return pf.decide(n <= 1, lambda yes: prove(1, pf.arith(n == 1, b, yes)),
                         lambda no: prove(2, pf.arith(n == 2, b, no)))  # fmt: skip

    def side(n: Term, b: Fact) -> Fact:
        goal = either(conj(slope(n) > 0, slope(n) * cuts(n - 1) + start(n) == 0),
                      conj(slope(n) < 0, slope(n) * cuts(n) + start(n) == 0))  # fmt: skip

        def one(k: int, e: Fact) -> Fact:
            wanted = goal.args[k - 1]
            return pf.or_intro(goal, pf.both(*(pf.arith(f, e, multipliers=[1, n]) for f in wanted.args)))

        return sort(n, b, one)

    def value(y: Term, at: int, inside: Fact) -> Fact:
        """H(y) on the lap number 1 or 2."""

        def beyond(no: Fact) -> Fact:
            outer = pf.lemma("if_false", *H(y).args, using=[no])
            inner = pf.lemma("if_true", *H(y).args[2].args, using=[pf.arith(y <= 2, inside)])
            return pf.arith(H(y) == 2 - y, outer, inner)

        if at == 1:
            return pf.lemma("if_true", *H(y).args, using=[pf.arith(y <= 1, inside)])
        return pf.decide(y <= 1, lambda yes: pf.arith(H(y) == 2 - y, pf.lemma("if_true", *H(y).args, using=[yes]),
                                                      pf.arith(
            y == 1, yes, inside)), beyond)  # fmt: skip

    def values(n: Term, b: Fact) -> Fact:
        def on(inside: Fact) -> Fact:
            return sort(n, b, lambda k, e: pf.arith(H(y) == slope(n) * y + start(n), e, value(y, k, pf.both(
                pf.arith(term(k - 1) <= y, inside, e), pf.arith(y <= term(k), inside, e))),
                    multipliers=[1, y]))  # fmt: skip

        return pf.general(y, given(pf, conj(cuts(n - 1) <= y, y <= cuts(n)), on))

    facts = pf.both(pf.arith(two >= 1), pf.arith(cuts(0) == 0), over(pf, 1, two, lambda n,
                                                                     _: pf.arith(cuts(n - 1) < cuts(n))),
                    over(pf, 1, two, side), over(pf, 1, two - 1, lambda n, _: pf.arith(
                        negation(slope(n) == slope(n + 1)))), over(pf, 1, two, values))  # fmt: skip

    def after(far: Fact) -> Fact:
        def end(no: Fact) -> Fact:
            outer = pf.lemma("if_false", *H(y).args, using=[pf.arith(negation(y <= 1), far)])
            return pf.arith(H(y) == 0, outer, pf.lemma("if_false", *H(y).args[2].args, using=[no]))

        return pf.decide(y <= 2, lambda yes: pf.arith(H(y) == 0, value(y, 2, pf.both(
            pf.arith(1 <= y, far), pf.arith(y <= 2, yes))), far, yes), end)  # fmt: skip

    tail = pf.general(y, given(pf, y >= cuts(two), after))
    return [H, two, cuts, slope, start], pf.restate(facts, Zigzag(H, two, cuts, slope, start)), tail
