"""Derivations: functions with as many laps each, of which one is the other in another scale, have the same scale."""

from numerics.derive import Fact, Proof
from numerics.lemmas import under
from numerics.terms import Term, conj, false, forall, implies, lam, real, term
from theorems.mukherjee2020.pwl import lap

x, y = real("x"), real("y")


def agree(F: Term, G: Term, a: Term, c: Term) -> Term:
    """F(x) = G(y) wherever a x = c y, for x, y >= 0."""
    return forall(x, y, implies(conj(x >= 0, y >= 0, a * x == c * y), F(x) == G(y)))


def first_cut(
    pf: Proof,
    F: Term,
    M: Term,
    t: Term,
    G: Term,
    N: Term,
    s: Term,
    a: Term,
    c: Term,
    facts: list[Fact],
    left: list[Fact],
    right: list[Fact],
    two: Fact,
    same: Fact,
) -> Fact:
    """a t(1) >= c s(1), or F falls where G still rises. ``left`` are the laps of F and F(0) = 0, ``right`` those of G;
    ``facts`` say that a, c, M and N are positive, ``same`` is agree(F, G, a, c), ``two`` is L >= 2."""
    (first_t, _, laps_t, zero_t), (first_s, _, laps_s, zero_s) = left, right
    L = two.formula.args[1]
    inverse = {v.index: pf.lemma("inverse", v, using=[pf.arith(v > 0, *facts)]) for v in (a, c)}
    units = [pf.arith(1 / v > 0, inverse[v.index], *facts) for v in (a, c)]

    def lap_at(H: Term, P: Term, cuts: Term, laps: Fact, n: int, index: Term) -> tuple[Fact, Fact, Fact]:
        whole = laps.apply(n, using=[pf.both(pf.arith(term(0) <= n), pf.arith(term(n) <= L - 1, two))])
        hole = pf.fresh("q", "int")
        whole = pf.step("equality", [pf.ring(term(n) + 1, index), whole], [lam(hole, lap(H, P, cuts(n), cuts(hole)))])
        return whole.left, pf.open_definition(whole.right.left), whole.right.right.left

    up_t, _, turn_t = lap_at(F, M, t, laps_t, 0, term(1))
    down_t, line_t, fall_t = lap_at(F, M, t, laps_t, 1, term(2))
    up_s, line_s, turn_s = lap_at(G, N, s, laps_s, 0, term(1))
    starts = [
        pf.arith(F(t(0)) == 0, pf.congruent(F, first_t), zero_t),
        pf.arith(G(s(0)) == 0, pf.congruent(G, first_s), zero_s),
    ]
    tops = pf.arith(F(t(1)) == M, turn_t, starts[0]), pf.arith(G(s(1)) == N, turn_s, starts[1])
    low = pf.arith(F(t(2)) == 0, fall_t, tops[0])
    at_t, at_s = pf.arith(t(1) > 0, up_t, first_t), pf.arith(s(1) > 0, up_s, first_s)

    def matched(v: Term, w: Term, equal: Fact, *signs: Fact) -> Fact:
        """F(v) = G(w), from a v = c w."""
        return same.apply(v, w, using=[pf.arith(v >= 0, *signs), pf.arith(w >= 0, *signs), equal])

    def other(v: Term, of: Term, over_: Term, sign: Fact) -> tuple[Term, Fact, Fact]:
        """w = of v / over, over w = of v, and w > 0."""
        w = of * v * (1 / over_)
        positive = pf.arith(of * v > 0, sign, *facts)
        return (
            w,
            pf.arith(over_ * w == of * v, inverse[over_.index], multipliers=[of * v]),
            pf.arith(w > 0, positive, units[0 if over_.index == a.index else 1]),
        )

    def rising(w: Term, inside: list[Fact]) -> Fact:
        """G(w) s(1) = N w, for 0 <= w <= s(1)."""
        at = line_s.apply(w, using=[pf.arith(s(0) <= w, *inside, first_s), pf.arith(w <= s(1), *inside)])
        return pf.arith(
            G(w) * s(1) == N * w, at, first_s, *starts, *tops, multipliers=[1, G(w), s(1) - w, w, w - s(0), N]
        )

    def too_early(no: Fact) -> Fact:
        short = pf.arith(a * t(1) < c * s(1), no)
        x1, equal_x, x1_positive = other(s(1), c, a, at_s)
        beyond = pf.arith(x1 > t(1), pf.arith(a * x1 > a * t(1), equal_x, short), *facts)

        def falls_first(yes: Fact) -> Fact:
            t2 = pf.arith(t(2) > 0, down_t, at_t)
            y2, equal, y2_positive = other(t(2), a, c, t2)
            small = pf.arith(
                y2 <= s(1),
                pf.arith(c * y2 <= c * s(1), equal, pf.arith(a * t(2) <= a * x1, yes, *facts), equal_x),
                *facts,
            )
            at = rising(y2, [small, y2_positive])
            value = matched(t(2), y2, pf.arith(a * t(2) == c * y2, equal), t2, y2_positive)
            zero = pf.arith(N * y2 == 0, at, pf.arith(G(y2) == 0, value, low), multipliers=[1, s(1)])
            return pf.arith(false, pf.arith(N * y2 > 0, y2_positive, *facts), zero)

        def still_up(late: Fact) -> Fact:
            y1, equal, y1_positive = other(t(1), a, c, at_t)
            small = pf.arith(y1 < s(1), pf.arith(c * y1 < c * s(1), equal, short), *facts)
            at = rising(y1, [small, y1_positive])
            one = pf.arith(
                G(y1) == M, matched(t(1), y1, pf.arith(a * t(1) == c * y1, equal), at_t, y1_positive), tops[0]
            )
            two_ = pf.arith(F(x1) == N, matched(x1, s(1), equal_x, at_s, x1_positive), tops[1])
            lower = pf.arith(
                M < N,
                pf.arith(M * s(1) == N * y1, at, one, multipliers=[1, s(1)]),
                pf.arith(N * y1 < N * s(1), small, *facts),
                at_s,
            )
            on = line_t.apply(x1, using=[pf.arith(t(1) <= x1, beyond), pf.arith(x1 <= t(2), late)])
            on = pf.arith(
                N * (t(2) - t(1)) == M * (t(2) - x1),
                on,
                two_,
                tops[0],
                low,
                multipliers=[1, t(2) - t(1), t(2) - x1, x1 - t(1)],
            )
            less = pf.arith(M * (t(2) - x1) < M * (t(2) - t(1)), beyond, *facts)
            return pf.arith(false, on, less, pf.arith(M * (t(2) - t(1)) < N * (t(2) - t(1)), lower, down_t))

        return pf.decide(t(2) <= x1, falls_first, still_up)

    return pf.absurd(a * t(1) >= c * s(1), too_early)


def next_cut(
    pf: Proof,
    F: Term,
    M: Term,
    t: Term,
    G: Term,
    s: Term,
    a: Term,
    c: Term,
    n: Term,
    facts: list[Fact],
    lap_t: Fact,
    lap_s: Fact,
    here: Fact,
    low: Fact,
    same: Fact,
) -> Fact:
    """a t(n+1) >= c s(n+1), from a t(n) = c s(n) (``here``): G takes the value at the end of F's lap at the end of its
    own alone. ``low`` says that t(n) and s(n) are not negative."""
    order_t, turn_t, start = lap_t.left, lap_t.right.right.left, lap_t.right.right.right
    line_s, turn_s = pf.open_definition(lap_s.right.left), lap_s.right.right.left
    inverse = pf.lemma("inverse", c, using=[pf.arith(c > 0, *facts)])

    def inside(no: Fact) -> Fact:
        w = a * t(n + 1) * (1 / c)
        equal = pf.arith(c * w == a * t(n + 1), inverse, multipliers=[a * t(n + 1)])
        short = pf.arith(w < s(n + 1), pf.arith(c * w < c * s(n + 1), equal, no), *facts)
        later = pf.arith(
            w > s(n),
            pf.arith(c * w > c * s(n), equal, here, pf.arith(a * t(n + 1) > a * t(n), order_t, *facts)),
            *facts,
        )
        values = [
            same.apply(t(n), s(n), using=[low, here]),
            same.apply(
                t(n + 1),
                w,
                using=[
                    pf.arith(t(n + 1) >= 0, low, order_t),
                    pf.arith(w >= 0, low, later),
                    pf.arith(a * t(n + 1) == c * w, equal),
                ],
            ),
        ]
        on = line_s.apply(w, using=[pf.arith(s(n) <= w, later), pf.arith(w <= s(n + 1), short)])
        v = F(t(n))
        ends = [
            pf.arith(G(s(n)) == v, values[0]),
            pf.arith(G(s(n + 1)) == M - v, turn_s, values[0]),
            pf.arith(G(w) == M - v, values[1], turn_t),
        ]
        flat = pf.arith(
            (M - 2 * v) * (s(n + 1) - w) == 0, on, *ends, multipliers=[1, s(n + 1) - w, w - s(n), s(n + 1) - s(n)]
        )
        gap = pf.arith(s(n + 1) - w > 0, short)
        level = pf.arith(M - 2 * v == 0, flat, gap)
        return pf.by_cases(
            start, lambda z: pf.arith(false, level, z, *facts), lambda z: pf.arith(false, level, z, *facts)
        )

    return pf.absurd(a * t(n + 1) >= c * s(n + 1), inside)


def same_scale(
    pf: Proof,
    F: Term,
    M: Term,
    G: Term,
    N: Term,
    L: Term,
    u: Term,
    v: Term,
    signs: list[Fact],
    two: Fact,
    laps: tuple[Fact, Fact],
    zeros: tuple[Fact, Fact],
    equal: Fact,
) -> Fact:
    """u = v, for functions with L >= 2 laps each on [0, M] and [0, N] that are 0 at 0, where F(x u) = G(x v) for all
    x >= 0. ``signs`` are M > 0, N > 0, u >= 0 and v >= 0."""
    mark = pf.opened
    t, facts_t = pf.obtain(pf.open_definition(laps[0]), "t")
    s, facts_s = pf.obtain(pf.open_definition(laps[1]), "s")
    left, right = [*facts_t.split(), zeros[0]], [*facts_s.split(), zeros[1]]

    def constant(
        H: Term,
        P: Term,
        cuts: Term,
        known: list[Fact],
        K: Term,
        zero: Fact,
        scale: Term,
        none: Term,
        flat: Fact,
        at: Fact,
    ) -> Fact:
        """false, if none = 0 < scale, where H(x scale) = K(x none): H would be 0 at its first cut."""
        whole = known[2].apply(0, using=[pf.both(pf.arith(term(0) >= 0), pf.arith(term(0) <= L - 1, two))])
        w, inverse = cuts(term(0) + 1) * (1 / scale), pf.lemma("inverse", scale, using=[pf.arith(scale > 0, at)])
        unit = pf.arith(1 / scale > 0, inverse, at)
        positive = pf.arith(cuts(term(0) + 1) > 0, whole.left, known[0])
        inside = pf.arith(w >= 0, pf.arith(cuts(term(0) + 1) * (1 / scale) > 0, positive, unit))
        value = equal.apply(w, using=[inside])
        moved = [
            pf.congruent(H, pf.arith(w * scale == cuts(term(0) + 1), inverse, multipliers=[cuts(term(0) + 1)])),
            pf.congruent(K, pf.arith(w * none == 0, flat, multipliers=[w])),
        ]
        start = pf.arith(H(cuts(0)) == 0, pf.congruent(H, known[0]), known[3])
        return pf.arith(false, value, *moved, zero, start, whole.right.right.left, *signs)

    def both(first: Fact, second: Fact) -> Fact:
        positive = [*signs[:2], first, second]
        inverse = pf.lemma("inverse", u, using=[pf.arith(u > 0, first)])
        unit = pf.arith(1 / u > 0, inverse, first)
        a, c = pf.fresh("x", "real"), pf.fresh("y", "real")
        given = pf.assume(conj(a >= 0, c >= 0, v * a == u * c))
        place = a * (1 / u)
        value = equal.apply(place, using=[pf.arith(place >= 0, given, unit)])
        moved = [
            pf.congruent(F, pf.arith(place * u == a, inverse, multipliers=[a])),
            pf.congruent(
                G,
                pf.arith(
                    place * v == c,
                    pf.arith(v * a * (1 / u) == u * c * (1 / u), given, multipliers=[1 / u]),
                    inverse,
                    multipliers=[1, c],
                ),
            ),
        ]
        matched = pf.general(a, c, pf.implication(given.formula, pf.arith(F(a) == G(c), value, *moved)))
        turned = pf.general(
            c,
            a,
            under(
                pf,
                conj(c >= 0, a >= 0, u * c == v * a),
                lambda f: pf.symmetric(matched.apply(a, c, using=[f.right.left, f.left, pf.arith(v * a == u * c, f)])),
            ),
        )
        low_1 = first_cut(pf, F, M, t, G, N, s, v, u, positive, left, right, two, matched)
        low_2 = first_cut(pf, G, N, s, F, M, t, u, v, positive, right, left, two, turned)
        lap_0 = [
            f[2].apply(0, using=[pf.both(pf.arith(term(0) >= 0), pf.arith(term(0) <= L - 1, two))])
            for f in (left, right)
        ]
        index = [pf.congruent(h, pf.ring(term(0) + 1, 1)) for h in (t, s)]
        starts = [pf.arith(H(h(0)) == 0, pf.congruent(H, f[0]), f[3]) for H, h, f in ((F, t, left), (G, s, right))]
        ends = [
            pf.arith(H(h(1)) == P, lap_.right.right.left, start, pf.congruent(H, i))
            for H, h, P, lap_, start, i in zip((F, G), (t, s), (M, N), lap_0, starts, index, strict=True)
        ]
        signs_1 = [
            pf.arith(h(1) >= 0, lap_.left, f[0], i)
            for h, lap_, f, i in zip((t, s), lap_0, (left, right), index, strict=True)
        ]
        level = pf.arith(
            M == N, *ends, matched.apply(t(1), s(1), using=[*signs_1, pf.arith(v * t(1) == u * s(1), low_1, low_2)])
        )
        hole = pf.fresh("q", "real")

        def claim(n: Term) -> Term:
            return implies(n <= L, conj(v * t(n) == u * s(n), t(n) >= 0, s(n) >= 0))

        def step(n: Term, low: Fact, here: Fact) -> Fact:
            bound = pf.assume(n + 1 <= L)
            before = here.apply(using=[pf.arith(n <= L, bound)])
            place = pf.both(low, pf.arith(n <= L - 1, bound))
            lap_t, lap_s = left[2].apply(n, using=[place]), right[2].apply(n, using=[place])
            lap_m = pf.step("equality", [pf.symmetric(level), lap_s], [lam(hole, lap(G, hole, s(n), s(n + 1)))])
            known = pf.both(pf.arith(t(n) >= 0, before), pf.arith(s(n) >= 0, before))
            equal_n = pf.arith(v * t(n) == u * s(n), before)
            up = next_cut(pf, F, M, t, G, s, v, u, n, positive, lap_t, lap_m, equal_n, known, matched)
            down = next_cut(
                pf,
                G,
                M,
                s,
                F,
                t,
                u,
                v,
                n,
                positive,
                lap_m,
                lap_t,
                pf.arith(u * s(n) == v * t(n), before),
                known,
                turned,
            )
            return pf.implication(
                bound.formula,
                pf.both(
                    pf.arith(v * t(n + 1) == u * s(n + 1), up, down),
                    pf.arith(t(n + 1) >= 0, before, lap_t.left),
                    pf.arith(s(n + 1) >= 0, before, lap_s.left),
                ),
            )

        start = pf.implication(
            term(0) <= L,
            pf.both(
                pf.arith(v * t(term(0)) == u * s(term(0)), left[0], right[0], multipliers=[v, u]),
                pf.arith(t(term(0)) >= 0, left[0]),
                pf.arith(s(term(0)) >= 0, right[0]),
            ),
        )
        last = pf.induction("n", 0, claim, start, step).apply(L, using=[pf.arith(L >= 0, two), pf.arith(L <= L)]).left
        equal_M = pf.arith(M * v == M * u, last, left[1], right[1], level, multipliers=[1, v, u])
        return pf.arith(u == v, equal_M, signs[0])

    goal = u == v
    found = pf.decide(
        u <= 0,
        lambda a: pf.decide(
            v <= 0,
            lambda c: pf.arith(goal, a, c, *signs),
            lambda c: pf.anything(goal, constant(G, N, s, right, F, zeros[0], v, u, pf.arith(u == 0, a, *signs), c)),
        ),
        lambda a: pf.decide(
            v <= 0,
            lambda c: pf.anything(goal, constant(F, M, t, left, G, zeros[1], u, v, pf.arith(v == 0, c, *signs), a)),
            lambda c: both(pf.arith(u > 0, a), pf.arith(v > 0, c)),
        ),
    )
    return pf.close(found, mark)
