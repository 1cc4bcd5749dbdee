"""Derivations: how large a network for a composition of sawtooths with a zonotope norm is, by its corners on a line."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import equal_sums, sum_of_constants, sums_linear, sums_scaled
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    dot,
    either,
    every,
    exists,
    exp,
    false,
    forall,
    implies,
    integer,
    lam,
    log,
    maximum,
    minimum,
    negation,
    product,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.networks import line_of, network_pieces, room
from theorems.mukherjee2020.pwl import Affine, Network, lap
from theorems.mukherjee2020.sawtooths import Composition, laps_of_composition, power_positive
from theorems.mukherjee2020.zonotope_geometry import by_all_cases

i, j, l, m, q = (integer(name) for name in "ijlmq")
u, v, x = (real(name) for name in "uvx")


# A network on V along the line of all multiples of e.


def along(z: Term, U: Term, W: Term, w: Term, e: Term) -> tuple[Term, Term, Term]:
    """Units, weights and widths of the network on the line that a network on V is at x e."""
    return (
        lam(l, i, x, where(l <= 0, x, z(l)(i)(x * e))),
        lam(l, i, j, where(l <= 1, dot(U(i), e), W(l)(i)(j))),
        lam(l, where(l <= 0, 1, w(l))),
    )


def line_network(
    pf: Proof, z: Term, U: Term, W: Term, beta: Term, w: Term, K: Term, network: Fact, deep: Fact, e: Term
) -> Fact:
    """Network(units, weights, beta, widths, K) for :func:`along`; ``deep`` is K >= 1."""
    units, weights, widths = along(z, U, W, w, e)
    some, first, later = pf.open_definition(network).split()
    y = pf.fresh("x", "real")
    zero = pf.arith(term(0) <= 0)

    def wide(n: Term, place: Fact) -> Fact:
        chosen = pf.lemma("if_false", *widths(n).args, using=[pf.arith(negation(n <= 0), place)])
        return pf.arith(widths(n) >= 1, chosen, some.apply(n, using=[place]))

    def layer(n: Term, place: Fact) -> Fact:
        up = pf.arith(negation(n + 1 <= 0), place)
        count = pf.lemma("if_false", *widths(n + 1).args, using=[up])

        def unit(k: Term, inside: Fact) -> Fact:
            now = pf.lemma("if_false", *units(n + 1)(k)(y).args, using=[up])
            summand = lam(j, weights(n + 1)(k)(j) * units(n)(j)(y))
            argument = beta(n + 1)(k) + total(j, 1, widths(n), summand(j))
            within = pf.both(inside.left, pf.arith(k <= w(n + 1), inside, count))

            def bottom(yes: Fact) -> Fact:
                is_zero = pf.arith(n == 0, yes, place)
                one = pf.lemma("if_true", *widths(n).args, using=[yes])
                whole = pf.congruent(lam(q, total(j, 1, q, summand(j))), one)
                steps = pf.lemma("sum_step", 1, 0, summand), pf.lemma("sum_empty", 1, 0, summand)
                weight = pf.lemma("if_true", *weights(n + 1)(k)(1).args, using=[pf.arith(n + 1 <= 1, yes)])
                here = pf.lemma("if_true", *units(n)(1)(y).args, using=[yes])
                bias = pf.congruent(lam(q, beta(q)(k)), pf.arith(n + 1 == 1, is_zero))
                value = pf.congruent(lam(q, z(q)(k)(y * e)), pf.arith(n + 1 == 1, is_zero))
                width = pf.congruent(w, pf.arith(n + 1 == 1, is_zero))
                place_1 = pf.both(within.left, pf.arith(k <= w(1), within, width))
                known = first.apply(k, using=[place_1])(y * e)
                hole = pf.fresh("x", "real")
                same = pf.arith(
                    argument == beta(1)(k) + dot(U(k), y * e),
                    whole,
                    *steps,
                    weight,
                    here,
                    bias,
                    multipliers=[1, y, units(n)(1)(y), weights(n + 1)(k)(1)],
                )
                act = pf.congruent(lam(hole, maximum(0, hole)), same)
                return pf.arith(units(n + 1)(k)(y) == maximum(0, argument), now, value, known, act)

            def above(no: Fact) -> Fact:
                place_n = pf.both(pf.arith(n >= 1, no), pf.arith(n <= K - 1, place))
                known = later.apply(n, k, using=[place_n, within])(y * e)
                plain = lam(j, W(n + 1)(k)(j) * z(n)(j)(y * e))
                many = pf.arith(negation(n + 1 <= 1), no)
                equal = equal_sums(
                    pf,
                    term(1),
                    w(n),
                    summand,
                    plain,
                    lambda j, low, high: pf.arith(
                        summand(j) == plain(j),
                        pf.lemma("if_false", *weights(n + 1)(k)(j).args, using=[many]),
                        pf.lemma("if_false", *units(n)(j)(y).args, using=[no]),
                        multipliers=[units(n)(j)(y), W(n + 1)(k)(j)],
                    ),
                )
                whole = pf.congruent(
                    lam(q, total(j, 1, q, summand(j))), pf.lemma("if_false", *widths(n).args, using=[no])
                )
                hole = pf.fresh("x", "real")
                act = pf.congruent(
                    lam(hole, maximum(0, hole)), pf.arith(argument == known.formula.args[1].args[1], whole, equal)
                )
                return pf.arith(units(n + 1)(k)(y) == maximum(0, argument), now, known, act)

            return pf.general(y, pf.decide(n <= 0, bottom, above))

        return over(pf, 1, widths(n + 1), unit)

    facts = pf.both(
        pf.lemma("if_true", *widths(term(0)).args, using=[zero]),
        over(pf, 1, K, wide, "l"),
        pf.general(y, pf.lemma("if_true", *units(term(0))(term(1))(y).args, using=[zero])),
        over(pf, 0, K - 1, layer, "l"),
    )
    return pf.restate(facts, Network(units, weights, beta, widths, K))


# Corners.


def corner(f: Term, y: Term) -> Term:
    """f is affine on no interval around y."""
    return forall(u, v, implies(conj(u < y, y < v), negation(Affine(f, u, v))))


def corners_counted(
    pf: Proof, f: Term, y: Term, size: Term, n: Term, rising: Fact, corners: Fact, at_most: Fact, some: Fact
) -> Fact:
    """size <= n - 1, from y(1) < ... < y(size), all corners of f, AtMostPieces(f, n) and n >= 1."""
    mark = pf.opened
    c, lines = pf.obtain(pf.open_definition(at_most), "c")

    def hit(i: Term, m: Term) -> Term:
        return implies(between(1, i, size), conj(between(1, m, n - 1), c(m) == y(i)))

    def found(i: Term) -> Fact:
        goal, here = exists(m, hit(i, m)), exists(m, conj(between(1, m, n - 1), c(m) == y(i)))

        def direct(yes: Fact) -> Fact:
            inner = pf.opened
            k, at = pf.obtain(yes, "m")
            return pf.close(pf.witness(goal, k, pf.implication(between(1, i, size), at)), inner)

        def impossible(no: Fact) -> Fact:
            inside, inner = pf.assume(between(1, i, size)), pf.opened
            apart = over(
                pf,
                1,
                n - 1,
                lambda k, b: pf.refute(c(k) == y(i), lambda eq: pf.conflict(pf.witness(here, k, pf.both(b, eq)), no)),
            )
            low, high = y(i) - 1, y(i) + 1
            a, b, facts = pf.obtain(
                room(
                    pf,
                    c,
                    n - 1,
                    pf.arith(n - 1 >= 0, some),
                    low,
                    y(i),
                    high,
                    pf.both(pf.arith(low < y(i)), pf.arith(y(i) < high)),
                    apart,
                ),
                "u",
                "v",
            )
            _, left, right, _, free = facts.split()
            affine = lines.apply(a, b, using=[pf.arith(a < b, left, right), free])
            never = corners.apply(i, using=[inside]).apply(a, b, using=[left, right])
            wrong = pf.close(pf.conflict(affine, never), inner)
            return pf.witness(goal, 1, pf.implication(inside.formula, pf.anything(hit(i, term(1)).args[1], wrong)))

        return pf.decide(here, direct, impossible)

    k = pf.fresh("i", "int")
    phi, chosen = pf.obtain(pf.choose(pf.general(k, found(k)), "phi"), "phi")

    def ordered(n: Term) -> Term:
        return implies(n <= size, every(i, 1, n - 1, y(i) < y(n)))

    def base() -> Fact:
        bound = pf.assume(term(1) <= size)
        return pf.implication(bound.formula, over(pf, 1, term(1) - 1, lambda i, b: pf.arith(y(i) < y(term(1)), b)))

    def step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(n + 1 <= size)
        before, last = hypothesis.apply(using=[bound]), rising.apply(n, using=[low, bound])
        return pf.implication(
            bound.formula,
            over(
                pf,
                1,
                n + 1 - 1,
                lambda i, b: pf.decide(
                    i <= n - 1,
                    lambda yes: pf.arith(y(i) < y(n + 1), before.apply(i, using=[b, yes]), last),
                    lambda no: pf.arith(y(i) < y(n + 1), last, pf.congruent(y, pf.arith(i == n, b, no))),
                ),
            ),
        )

    monotone = pf.induction("n", 1, ordered, base, step)
    inside = over(pf, 1, size, lambda i, b: pf.both(*chosen(i).apply(using=[b]).left.split()))
    s, t = pf.fresh("i", "int"), pf.fresh("j", "int")
    pair = pf.assume(conj(s >= 1, s < t, t <= size))
    less = monotone.apply(t, s, using=[pair])
    at_s, at_t = (chosen(k).apply(using=[pair]).right for k in (s, t))
    different = pf.refute(phi(s) == phi(t), lambda eq: pf.arith(false, pf.congruent(c, eq), at_s, at_t, less))
    injective = pf.general(s, t, pf.implication(pair.formula, different))
    return pf.close(
        pf.lemma("pigeonhole", phi, size, n - 1, using=[pf.arith(n - 1 >= 0, some), inside, injective]), mark
    )


def extremal(f: Term, y: Term, rho: Term, sign: Term) -> Term:
    """Near y, within rho, f is above f(y) (for sign > 0) or below it."""
    near = either(conj(y - rho < x, x < y), conj(y < x, x < y + rho))
    return conj(rho > 0, forall(x, implies(near, sign * (f(x) - f(y)) > 0)))


def corner_at(pf: Proof, f: Term, y: Term, rho: Term, sign: Term, extreme: Fact) -> Fact:
    """corner(f, y), from extremal(f, y, rho, sign); proved once for all of them."""

    def everywhere() -> Fact:
        variables = pf.fresh("f", "real->real"), *(pf.fresh(name, "real") for name in ("y", "rho", "sigma"))
        given = pf.assume(extremal(*variables))
        return pf.general(*variables, pf.implication(given.formula, _corner_at(pf, *variables, given)))

    return pf.prove(corner(f, y), pf.once("corners of extrema", everywhere).apply(f, y, rho, sign, using=[extreme]))


def _corner_at(pf: Proof, f: Term, y: Term, rho: Term, sign: Term, extreme: Fact) -> Fact:
    a, b = pf.fresh("u", "real"), pf.fresh("v", "real")
    around = pf.assume(conj(a < y, y < b))
    near = extreme.right

    def flat(affine: Fact) -> Fact:
        mark = pf.opened
        _slope, _start, line = line_of(pf, affine)
        inner = minimum(y - a, b - y)
        delta = minimum(inner, rho) / 2
        sizes = [pf.lemma("min", y - a, b - y), pf.lemma("min", inner, rho)]
        gaps = [pf.by_cases(sizes[0], *[lambda f, g=g: pf.arith(inner <= g, f)] * 2) for g in (y - a, b - y)]
        gaps.append(pf.by_cases(sizes[0], *[lambda f: pf.arith(inner > 0, f, around)] * 2))
        small = [pf.by_cases(sizes[1], *[lambda f, g=g: pf.arith(2 * delta <= g, f)] * 2) for g in (inner, rho)]
        some = pf.by_cases(sizes[1], *[lambda f: pf.arith(delta > 0, f, gaps[2], extreme.left)] * 2)
        known = [*gaps, *small, some, around]

        def value(t: Term) -> Fact:
            return line.apply(t, using=[pf.both(pf.arith(a <= t, *known), pf.arith(t <= b, *known))])

        def side(t: Term, part: int) -> Fact:
            goal = near(t).formula.args[0]
            inside = goal.args[part]
            return pf.modus_ponens(near(t), pf.or_intro(goal, pf.both(*(pf.arith(g, *known) for g in inside.args))))

        lower, upper = side(y - delta, 0), side(y + delta, 1)
        middle = pf.arith(
            f(y - delta) - f(y) == f(y) - f(y + delta), value(y), value(y - delta), value(y + delta), multipliers=[1]
        )
        opposite = pf.arith(sign * (f(y - delta) - f(y)) == sign * (f(y) - f(y + delta)), middle, multipliers=[sign])
        return pf.close(pf.arith(false, lower, upper, opposite), mark)

    return pf.general(a, b, pf.implication(around.formula, pf.refute(Affine(f, a, b), flat)))


# The corners of H(|x|), for a composition H of sawtooths.


def cuts_rise(pf: Proof, t: Term, L: Term, laps: Fact) -> Fact:
    """0 <= t(n) for 0 <= n <= L, by induction; ``laps`` are those between the cuts t, and t(0) = 0."""
    first, _, each = laps.split()

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(n + 1 <= L)
        before = here.apply(using=[pf.arith(n <= L, bound)])
        return pf.implication(
            bound.formula, pf.arith(t(n + 1) >= 0, before, each.apply(n, using=[low, pf.arith(n <= L - 1, bound)]).left)
        )

    start = pf.implication(term(0) <= L, pf.arith(t(term(0)) >= 0, first))
    return pf.induction("n", 0, lambda n: implies(n <= L, t(n) >= 0), start, step)


def extremum_of_laps(pf: Proof, H: Term, M: Term, L: Term, t: Term, laps: Fact, positive: Fact) -> Fact:
    """forall n, 1 <= n <= L - 1: H is extremal at t(n) within some rho <= t(n)."""
    rho, sign = real("rho"), real("sigma")
    _first, _, each = laps.split()
    risen = cuts_rise(pf, t, L, laps)

    def one(n: Term, place: Fact) -> Fact:
        goal = exists(rho, sign, conj(rho <= t(n), extremal(H, t(n), rho, sign)))
        before = each.apply(n - 1, using=[pf.both(pf.arith(n - 1 >= 0, place), pf.arith(n - 1 <= L - 1, place))])
        after = each.apply(n, using=[pf.both(pf.arith(n >= 0, place), pf.arith(n <= L - 1, place))])
        index = pf.ring(n - 1 + 1, n)
        hole = pf.fresh("q", "int")
        before = pf.step("equality", [index, before], [lam(hole, lap(H, M, t(n - 1), t(hole)))])
        low = risen.apply(n - 1, using=[pf.arith(n - 1 >= 0, place), pf.arith(n - 1 <= L, place)])
        left, right = t(n) - t(n - 1), t(n + 1) - t(n)
        gap = minimum(left, right)
        size = pf.lemma("min", left, right)
        facts = [before.left, after.left]
        bounds = [
            pf.by_cases(size, *[lambda f, g=g: pf.arith(g, f, *facts)] * 2)
            for g in (gap <= left, gap <= right, gap > 0)
        ]
        lines = [pf.open_definition(f.right.left) for f in (before, after)]
        turns = [f.right.right.left for f in (before, after)]

        value, y = H(t(n)), pf.fresh("x", "real")
        sigma = M - 2 * value  # M in a valley, -M on a top
        square = pf.by_cases(after.right.right.right, *[lambda v: pf.arith(sigma * sigma > 0, v, positive)] * 2)

        def near(f: Fact, line: Fact, low: Term, high: Term, turn: Fact, away: Term) -> Fact:
            at = line.apply(y, using=[pf.arith(low <= y, f, *bounds), pf.arith(y <= high, f, *bounds)])
            width = high - low
            rise = pf.arith((H(y) - value) * width == sigma * away, at, turn, multipliers=[1, y - low, high - y, width])
            above = pf.arith(sigma * sigma * away > 0, f, square)
            equal = pf.arith(sigma * (H(y) - value) * width == sigma * sigma * away, rise, multipliers=[sigma])
            return pf.arith(sigma * (H(y) - value) > 0, equal, above, *facts)

        given = pf.assume(either(conj(t(n) - gap < y, y < t(n)), conj(t(n) < y, y < t(n) + gap)))
        both = pf.by_cases(
            given,
            lambda f: near(f, lines[0], t(n - 1), t(n), turns[0], t(n) - y),
            lambda f: near(f, lines[1], t(n), t(n + 1), turns[1], y - t(n)),
        )
        everywhere = pf.general(y, pf.implication(given.formula, both))
        return pf.witness(
            goal, gap, sigma, pf.both(pf.arith(gap <= t(n), bounds[0], low), pf.both(bounds[2], everywhere))
        )

    return over(pf, 1, L - 1, one)


def norm_corners(
    pf: Proof, c: Composition, least: Fact, f: Term, value: Fact, n: Term, at_most: Fact, some: Fact
) -> Fact:
    """2 (p+1)^k <= n for AtMostPieces(f, n), where f(x) = H(k)(|x|), the fact ``value``; ``least`` is k >= 1."""
    H, M, L = c.H(c.k), c.M, (c.p + 1) ** c.k
    whole = laps_of_composition(pf, c).apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    count = power_positive(pf, c.p + 1, c.some).apply(c.k, using=[least])
    mark = pf.opened
    t, laps = pf.obtain(pf.open_definition(whole), "t")
    first, _, each = laps.split()
    extrema = extremum_of_laps(pf, H, M, L, t, laps, c.positive)
    y = lam(q, where(q >= L, t(q - L), -t(L - q)))

    def at(n: Term, side: Fact) -> Fact:
        return pf.lemma("if_false" if side.formula.op == "not" else "if_true", *y(n).args, using=[side])

    def rises(n: Term, place: Fact) -> Fact:
        def up(yes: Fact) -> Fact:
            longer = each.apply(n - L, using=[pf.arith(n - L >= 0, yes), pf.arith(n - L <= L - 1, place)]).left
            index = pf.congruent(t, pf.ring(n - L + 1, n + 1 - L))
            return pf.arith(y(n) < y(n + 1), at(n, yes), at(n + 1, pf.arith(n + 1 >= L, yes)), longer, index)

        def down(no: Fact) -> Fact:
            k = L - (n + 1)
            longer = each.apply(k, using=[pf.arith(k >= 0, no), pf.arith(k <= L - 1, place)]).left
            index = pf.congruent(t, pf.ring(k + 1, L - n))

            def middle(yes: Fact) -> Fact:
                ends = pf.congruent(t, pf.arith(n + 1 - L == 0, yes, no)), pf.congruent(t, pf.arith(k == 0, yes, no))
                return pf.arith(y(n) < y(n + 1), at(n, no), at(n + 1, yes), longer, index, *ends, first)

            return pf.decide(
                n + 1 >= L, middle, lambda low: pf.arith(y(n) < y(n + 1), at(n, no), at(n + 1, low), longer, index)
            )

        return pf.decide(n >= L, up, down)

    rising = over(pf, 1, 2 * L - 1 - 1, rises)

    def sized(x: Term, sign: int, side: Fact) -> Fact:
        """f(x) = H(sign x), where sign x >= 0, the fact ``side``."""
        size = pf.by_cases(pf.lemma("abs", x), *[lambda f: pf.arith(absolute(x) == sign * x, f, side)] * 2)
        return pf.arith(f(x) == H(sign * x), value(x), pf.congruent(H, size))

    def turned(k: Term, place: Fact) -> Fact:
        """corner(f, t(k)), for 1 <= k <= L - 1."""
        inner = pf.opened
        rho, sigma, facts = pf.obtain(extrema.apply(k, using=[place]), "rho", "sigma")
        small, some, near = facts.left, facts.right.left, facts.right.right
        centre, x = t(k), pf.fresh("x", "real")
        inside = pf.assume(either(conj(centre - rho < x, x < centre), conj(centre < x, x < centre + rho)))
        steep = pf.modus_ponens(near(x), inside)
        positive = pf.by_cases(inside, *[lambda f: pf.arith(1 * x >= 0, f, small)] * 2)
        values = sized(x, 1, positive), sized(centre, 1, pf.arith(1 * centre >= 0, small, some))
        plain = [pf.congruent(H, pf.ring(1 * v, v)) for v in (x, centre)]
        equal = pf.arith(f(x) - f(centre) == H(x) - H(centre), *values, *plain)
        above = pf.arith(
            sigma * (f(x) - f(centre)) > 0,
            steep,
            pf.arith(sigma * (f(x) - f(centre)) == sigma * (H(x) - H(centre)), equal, multipliers=[sigma]),
        )
        extreme = pf.both(some, pf.general(x, pf.implication(inside.formula, above)))
        return pf.close(corner_at(pf, f, centre, rho, sigma, pf.prove(extremal(f, centre, rho, sigma), extreme)), inner)

    right_corners = over(pf, 1, L - 1, turned)

    def mirrored(k: Term, place: Fact) -> Fact:
        """corner(f, -1 t(k)), since f is even."""
        lower, upper, x = (pf.fresh(name, "real") for name in "uvx")
        around = pf.assume(conj(lower < -1 * t(k), -1 * t(k) < upper))

        def flat(affine: Fact) -> Fact:
            inner = pf.opened
            slope, start, on = line_of(pf, affine)
            a, c = pf.fresh("alpha", "real"), pf.fresh("beta", "real")
            inside = pf.assume(between(-upper, x, -lower))
            size = by_all_cases(
                pf, [pf.lemma("abs", x), pf.lemma("abs", -x)], lambda g: pf.arith(absolute(x) == absolute(-x), *g)
            )
            even = pf.arith(f(x) == f(-x), value(x), value(-x), pf.congruent(H, size))
            there = on.apply(-x, using=[pf.both(pf.arith(lower <= -x, inside), pf.arith(-x <= upper, inside))])
            turned_line = pf.general(
                x, pf.implication(inside.formula, pf.arith(f(x) == -slope * x + start, even, there))
            )
            goal = Affine(f, -upper, -lower)
            other = pf.restate(
                pf.witness(
                    exists(a, c, forall(x, implies(between(-upper, x, -lower), f(x) == a * x + c))),
                    -slope,
                    start,
                    turned_line,
                ),
                goal,
            )
            never = right_corners.apply(k, using=[place]).apply(
                -upper, -lower, using=[pf.arith(-upper < t(k), around), pf.arith(t(k) < -lower, around)]
            )
            return pf.close(pf.conflict(other, never), inner)

        wrong = pf.refute(Affine(f, lower, upper), flat)
        return pf.general(lower, upper, pf.implication(around.formula, wrong))

    def lowest() -> Fact:
        """corner(f, 0): f rises, or falls, on both sides of 0, up to t(1)."""
        lap_0 = each.apply(0, using=[pf.both(pf.arith(term(0) >= 0), pf.arith(term(0) <= L - 1, count))])
        line, turn = pf.open_definition(lap_0.right.left), lap_0.right.right.left
        zero, x = term(0), pf.fresh("x", "real")
        rho = t(term(0) + 1)
        long = pf.arith(rho > 0, lap_0.left, first)
        start = pf.arith(H(t(0)) == H(zero), pf.congruent(H, first))
        sigma = M - 2 * H(zero)
        square = pf.by_cases(
            lap_0.right.right.right, *[lambda v: pf.arith(sigma * sigma > 0, v, start, c.positive)] * 2
        )
        inside = pf.assume(either(conj(zero - rho < x, x < zero), conj(zero < x, x < zero + rho)))

        def here(f_: Fact, sign: int) -> Fact:
            moved = sign * x
            at_x = line.apply(moved, using=[pf.arith(t(0) <= moved, f_, first), pf.arith(moved <= rho, f_)])
            plain = pf.arith(
                H(moved) * rho == H(zero) * (rho - moved) + H(rho) * moved,
                at_x,
                start,
                first,
                multipliers=[1, H(moved), H(zero), H(rho), rho - moved],
            )
            top = pf.arith(H(rho) == M - H(zero), turn, start)
            rise = pf.arith((H(moved) - H(zero)) * rho == sigma * moved, plain, top, multipliers=[1, moved])
            above = pf.arith(sigma * sigma * moved > 0, f_, square)
            equal = pf.arith(sigma * (H(moved) - H(zero)) * rho == sigma * sigma * moved, rise, multipliers=[sigma])
            steep = pf.arith(sigma * (H(moved) - H(zero)) > 0, equal, above, long)
            values = sized(x, sign, pf.arith(moved >= 0, f_)), sized(zero, 1, pf.arith(1 * zero >= 0))
            same = pf.arith(f(x) - f(zero) == H(moved) - H(zero), *values, pf.congruent(H, pf.ring(1 * zero, zero)))
            return pf.arith(
                sigma * (f(x) - f(zero)) > 0,
                steep,
                pf.arith(sigma * (f(x) - f(zero)) == sigma * (H(moved) - H(zero)), same, multipliers=[sigma]),
            )

        both = pf.by_cases(inside, lambda g: here(g, -1), lambda g: here(g, 1))
        extreme = pf.both(long, pf.general(x, pf.implication(inside.formula, both)))
        return corner_at(pf, f, zero, rho, sigma, pf.prove(extremal(f, zero, rho, sigma), extreme))

    def turn_at(n: Term, place: Fact) -> Fact:
        hole = pf.fresh("x", "real")

        def moved(equal: Fact, fact: Fact) -> Fact:
            return pf.step("equality", [pf.symmetric(equal), fact], [lam(hole, corner(f, hole))])

        def up(yes: Fact) -> Fact:
            def beyond(no: Fact) -> Fact:
                k = n - L
                at_k = pf.both(pf.arith(k >= 1, yes, no), pf.arith(k <= L - 1, place))
                return moved(pf.arith(y(n) == t(k), at(n, yes)), right_corners.apply(k, using=[at_k]))

            return pf.decide(
                n <= L,
                lambda e: moved(
                    pf.arith(y(n) == 0, at(n, yes), pf.congruent(t, pf.arith(n - L == 0, e, yes)), first), lowest()
                ),
                beyond,
            )

        def down(no: Fact) -> Fact:
            k = L - n
            at_k = pf.both(pf.arith(k >= 1, no), pf.arith(k <= L - 1, place))
            return moved(pf.arith(y(n) == -1 * t(k), at(n, no)), mirrored(k, at_k))

        return pf.decide(n >= L, up, down)

    corners = over(pf, 1, 2 * L - 1, turn_at)
    counted = corners_counted(pf, f, y, 2 * L - 1, n, rising, corners, at_most, some)
    return pf.close(pf.arith(2 * L <= n, counted), mark)


# The network along a line, and its size.


def unit_direction(
    pf: Proof, m: Term, b: Term, g: Term, value: Fact, n: Term, place: Fact, other: Fact
) -> tuple[Term, Fact]:
    """A vector e and forall x: g(x e) = |x|. ``value`` is g(r) = sum of |<r, b(i)>|, ``other`` b(n) != 0, and ``place``
    1 <= n <= m."""
    base = b(n)
    width = lam(i, absolute(dot(base, b(i))))

    def claim(k: Term) -> Term:
        return conj(total(i, 1, k, width(i)) >= 0, implies(n <= k, width(n) <= total(i, 1, k, width(i))))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        longer = pf.lemma("sum_step", 1, k, width, using=[low])
        last = pf.by_cases(pf.lemma("abs", dot(base, b(k + 1))), *[lambda f: pf.arith(width(k + 1) >= 0, f)] * 2)
        goal = width(n) <= total(i, 1, k + 1, width(i))
        more = under(
            pf,
            n <= k + 1,
            lambda bound: pf.decide(
                n <= k,
                lambda yes: pf.arith(goal, longer, last, here.right.apply(using=[yes])),
                lambda no: pf.arith(goal, longer, here.left, pf.congruent(width, pf.arith(n == k + 1, no, bound))),
            ),
        )
        return pf.both(pf.arith(total(i, 1, k + 1, width(i)) >= 0, here.left, longer, last), more)

    start = pf.both(
        pf.arith(total(i, 1, term(0), width(i)) >= 0, pf.lemma("sum_empty", 1, 0, width)),
        under(pf, n <= 0, lambda f: pf.anything(width(n) <= total(i, 1, term(0), width(i)), pf.arith(false, f, place))),
    )
    risen = (
        pf.induction("k", 0, claim, start, step)
        .apply(m, using=[pf.arith(m >= 0, place)])
        .right.apply(using=[place.right])
    )
    square = dot(base, base)
    long = pf.absurd(square > 0, lambda no: pf.conflict(_zero_vector(pf, base, no), other))
    size = pf.by_cases(pf.lemma("abs", square), *[lambda f: pf.arith(width(n) >= square, f)] * 2)
    positive = pf.arith(g(base) > 0, value(base), risen, size, long)
    unit = 1 / g(base)
    inverse = pf.lemma("inverse", g(base), using=[positive])
    above = pf.arith(unit > 0, inverse, positive)
    e, y = unit * base, pf.fresh("x", "real")
    scaled = lam(i, absolute(dot(y * e, b(i))))
    factor = absolute(y) * unit

    def term_of(k: Term, low: Fact, high: Fact) -> Fact:
        inner, hole = dot(base, b(k)), pf.fresh("s", "real")
        return pf.arith(
            scaled(k) == factor * width(k),
            _absolute_product(pf).apply(y, unit, inner, using=[above]),
            pf.congruent(lam(hole, absolute(hole)), pf.ring(dot(y * e, b(k)), y * unit * inner)),
        )

    same = equal_sums(pf, term(1), m, scaled, lam(i, factor * width(i)), term_of)
    out = sums_scaled(pf).apply(1, m, width, factor, using=[pf.arith(term(1) <= m + 1, place)])
    total_of = pf.arith(g(y * e) == factor * g(base), value(y * e), same, out, value(base), multipliers=[1, factor])
    return e, pf.general(y, pf.arith(g(y * e) == absolute(y), total_of, inverse, multipliers=[1, absolute(y)]))


def _absolute_product(pf: Proof) -> Fact:
    """forall x, u, y: u > 0 => |x u y| = |x| u |y|."""

    def build() -> Fact:
        a, b, c = (pf.fresh(name, "real") for name in "xuy")
        positive = pf.assume(b > 0)
        whole = a * b * c

        def signed(first: Fact, second: Fact, s: int, t: int) -> Fact:
            outer = pf.arith(s * a * (t * c) >= 0, first.left, second.left)
            sign = pf.arith(s * t * whole >= 0, pf.arith(b * (s * a * (t * c)) >= 0, outer, positive))
            size = pf.by_cases(
                pf.lemma("abs", whole), *[lambda f: pf.arith(absolute(whole) == s * t * whole, f, sign)] * 2
            )
            return pf.arith(
                absolute(whole) == absolute(a) * b * absolute(c),
                size,
                first.right,
                second.right,
                multipliers=[1, b * absolute(c), b * a],
            )

        fact = pf.by_cases(
            pf.lemma("abs", a),
            *[
                lambda x, s=s: pf.by_cases(pf.lemma("abs", c), *[lambda y, t=t: signed(x, y, s, t) for t in (1, -1)])
                for s in (1, -1)
            ],
        )
        return pf.general(a, b, c, pf.implication(positive.formula, fact))

    return pf.once("absolute product", build)


def _zero_vector(pf: Proof, x: Term, no: Fact) -> Fact:
    """x = 0 x, from not <x, x> > 0."""
    return pf.step("definite", [pf.arith(dot(x, x) == 0, no, pf.step("gram", [], [x]))], [x, 0 * x])


def mean_bound(pf: Proof, w: Term, K: Term, deep: Fact, widths: Fact) -> Fact:
    """forall v, A: A > 0 and w(j) + 1 <= v(j) for 1 <= j <= K => prod (w(j) + 1) <= A^K exp(T / A - K) with
    T = v(1) + ... + v(K), since y <= exp(y - 1) for each y = v(j) / A. ``widths`` is w(j) >= 1 for 1 <= j <= K."""
    v, A = pf.fresh("v", "int->real"), pf.fresh("A", "real")
    positive, larger = pf.assume(A > 0), pf.assume(every(j, 1, K, w(j) + 1 <= v(j)))
    unit = 1 / A
    inverse = pf.lemma("inverse", A, using=[positive])
    sizes, sums = lam(j, w(j) + 1), lam(j, v(j))
    left = lambda n: product(j, 1, n, sizes(j))  # noqa: E731
    right = lambda n: A**n * exp(total(j, 1, n, sums(j)) * unit - n)  # noqa: E731

    def claim(n: Term) -> Term:
        return implies(n <= K, conj(left(n) <= right(n), left(n) >= 0))

    def start() -> Fact:
        none, empty = pf.lemma("prod_empty", 1, 0, sizes), pf.lemma("sum_empty", 1, 0, sums)
        exponent = pf.arith(total(j, 1, term(0), sums(j)) * unit - 0 == 0, empty, multipliers=[unit])
        hole = pf.fresh("x", "real")
        one = pf.arith(right(term(0)) == 1, pf.congruent(lam(hole, exp(hole)), exponent), pf.lemma("exp_zero"))
        return pf.implication(
            term(0) <= K,
            pf.both(pf.arith(left(term(0)) <= right(term(0)), none, one), pf.arith(left(term(0)) >= 0, none)),
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(n + 1 <= K)
        before = here.apply(using=[bound])
        more, longer = pf.lemma("prod_step", 1, n, sizes, using=[low]), pf.lemma("sum_step", 1, n, sums, using=[low])
        power, width = pf.lemma("power_step", A, n, using=[low]), widths.apply(n + 1, using=[low, bound])
        y, old = v(n + 1) * unit, total(j, 1, n, sums(j)) * unit - n
        tangent, parts = pf.lemma("exp_tangent", y - 1), pf.lemma("exp_sum", old, y - 1)
        exponent = pf.arith(old + (y - 1) == total(j, 1, n + 1, sums(j)) * unit - (n + 1), longer, multipliers=[unit])
        whole = pf.rewrite(parts, exponent)
        grows = pf.arith(A * y <= A * exp(y - 1), tangent, positive)
        factor = pf.arith(
            w(n + 1) + 1 <= A * exp(y - 1),
            grows,
            larger.apply(n + 1, using=[low, bound]),
            pf.arith(A * y == v(n + 1), inverse, multipliers=[v(n + 1)]),
        )
        first = pf.arith(left(n) * (w(n + 1) + 1) <= right(n) * (w(n + 1) + 1), before.left, width)
        second = pf.arith(right(n) * (w(n + 1) + 1) <= right(n) * (A * exp(y - 1)), factor, before)
        equal = pf.arith(
            right(n + 1) == right(n) * (A * exp(y - 1)),
            power,
            whole,
            multipliers=[exp(total(j, 1, n + 1, sums(j)) * unit - (n + 1)), A**n * A],
        )
        return pf.implication(
            bound.formula,
            pf.both(
                pf.arith(left(n + 1) <= right(n + 1), more, first, second, equal),
                pf.arith(left(n + 1) >= 0, more, before.right, width),
            ),
        )

    end = pf.induction("n", 0, claim, start, step).apply(K, using=[pf.arith(K >= 0, deep), pf.arith(K <= K)]).left
    return pf.general(v, A, pf.implication(positive.formula, pf.implication(larger.formula, end)))


def root_power(pf: Proof, P: Term, K: Term, deep: Fact, positive: Fact) -> Fact:
    """(P^(1/K))^K = P, where P^(1/K) = exp(log(P) / K) and P > 0."""
    y, hole = log(P) / K, pf.fresh("x", "real")
    powers = pf.induction(
        "n",
        0,
        lambda n: exp(y) ** n == exp(n * y),
        lambda: pf.arith(exp(y) ** term(0) == exp(term(0) * y), pf.lemma("exp_zero")),
        lambda n, low, h: pf.arith(
            exp(y) ** (n + 1) == exp((n + 1) * y),
            pf.lemma("power_step", exp(y), n, using=[low]),
            h,
            pf.rewrite(pf.lemma("exp_sum", n * y, y), pf.ring(n * y + y, (n + 1) * y)),
            multipliers=[exp(y)],
        ),
    )
    whole = pf.arith(K * y == log(P), pf.lemma("inverse", K, using=[pf.arith(K > 0, deep)]), multipliers=[log(P)])
    return pf.arith(
        exp(y) ** K == P,
        powers.apply(K, using=[pf.arith(K >= 0, deep)]),
        pf.congruent(lam(hole, exp(hole)), whole),
        pf.lemma("exp_log", P, using=[positive]),
    )


def sizes_from_corners(pf: Proof, w: Term, K: Term, deep: Fact, widths: Fact, S: Term, same: Fact) -> Fact:
    """forall P: 1 <= P <= prod (w(j) + 1) => S >= K (P^(1/K) - 1) and 2 S >= K P^(1/K), for S = w(1) + ... + w(K), the
    fact ``same``."""
    P = pf.fresh("P", "real")
    given = pf.assume(between(1, P, product(j, 1, K, w(j) + 1)))
    A = exp(log(P) / K)
    positive, some = pf.lemma("exp_positive", log(P) / K), pf.arith(P > 0, given)
    power, bound = root_power(pf, P, K, deep, some), mean_bound(pf, w, K, deep, widths)
    inverse = pf.lemma("inverse", A, using=[positive])
    unit = pf.arith(1 / A > 0, inverse, positive)
    nonempty = pf.arith(term(1) <= K + 1, deep)
    ones, plain = lam(j, term(1)), lam(j, w(j))
    powered = pf.arith(A**K > 0, power, some)

    def too_small(v: Term, value: Fact, larger: Fact, short: Fact) -> Fact:
        """false, from sum v < K A; ``value`` is the sum of v."""
        T = total(j, 1, K, v(j))
        scaled = pf.arith(T * (1 / A) < K * A * (1 / A), pf.arith(T < K * A, value, short), unit)
        exponent = pf.arith(T * (1 / A) - K < 0, scaled, inverse, multipliers=[K])
        below = pf.arith(
            exp(T * (1 / A) - K) < 1,
            pf.lemma("exp_monotone", T * (1 / A) - K, 0, using=[exponent]),
            pf.lemma("exp_zero"),
        )
        product_of = bound.apply(v, A, using=[positive, larger])
        return pf.arith(false, product_of, pf.arith(A**K * exp(T * (1 / A) - K) < A**K, below, powered), power, given)

    one_more, twice = lam(j, 1 * w(j) + 1 * ones(j)), lam(j, 2 * w(j) + 0 * ones(j))
    sums = [sums_linear(pf).apply(1, K, plain, ones, a, c, using=[nonempty]) for a, c in ((1, 1), (2, 0))]
    count = sum_of_constants(pf).apply(1, K, 1, using=[nonempty])
    first = pf.absurd(
        S >= K * (A - 1),
        lambda no: too_small(
            one_more,
            pf.arith(total(j, 1, K, one_more(j)) == S + K, sums[0], count, same),
            over(pf, 1, K, lambda n, b: pf.arith(w(n) + 1 <= one_more(n)), "j"),
            no,
        ),
    )
    second = pf.absurd(
        2 * S >= K * A,
        lambda no: too_small(
            twice,
            pf.arith(total(j, 1, K, twice(j)) == 2 * S, sums[1], count, same),
            over(pf, 1, K, lambda n, b: pf.arith(w(n) + 1 <= twice(n), widths.apply(n, using=[b])), "j"),
            no,
        ),
    )
    return pf.general(P, pf.implication(given.formula, pf.both(first, second)))


def bounded_by_the_line(
    pf: Proof,
    m: Term,
    b: Term,
    g: Term,
    value: Fact,
    h: Term,
    n: Term,
    place: Fact,
    other: Fact,
    network: Fact,
    deep: Fact,
    terms: tuple[Term, ...],
    output: Fact,
) -> tuple[Fact, Fact, Fact]:
    """AtMostPieces(x -> h(|x|), n) for n = prod (w(j) + 1), n >= 1, and the bounds of :func:`sizes_from_corners`."""
    z, U, W, beta, w, K, c, shift = terms
    e, absolute_on = unit_direction(pf, m, b, g, value, n, place, other)
    units, weights, widths = along(z, U, W, w, e)
    line = line_network(pf, z, U, W, beta, w, K, network, deep, e)
    f, y, hole = lam(x, h(absolute(x))), pf.fresh("x", "real"), pf.fresh("q", "int")
    last = pf.arith(negation(K <= 0), deep)
    count = pf.lemma("if_false", *widths(K).args, using=[last])
    plain, chosen = lam(j, c(j) * z(K)(j)(y * e)), lam(j, c(j) * units(K)(j)(y))
    same = equal_sums(
        pf,
        term(1),
        w(K),
        chosen,
        plain,
        lambda k, low, high: pf.arith(
            chosen(k) == plain(k), pf.lemma("if_false", *units(K)(k)(y).args, using=[last]), multipliers=[c(k)]
        ),
    )
    outer = pf.congruent(lam(hole, total(j, 1, hole, chosen(j))), count)
    computed = pf.general(
        y,
        pf.arith(
            f(y) == shift + total(j, 1, widths(K), chosen(j)),
            output(y * e),
            pf.congruent(h, absolute_on(y)),
            same,
            outer,
        ),
    )
    at_most, some = network_pieces(pf, units, weights, beta, widths, K, line, deep, f, c, shift, computed)
    sums = equal_sums(
        pf,
        term(1),
        K,
        widths,
        w,
        lambda k, low, high: pf.lemma("if_false", *widths(k).args, using=[pf.arith(negation(k <= 0), low)]),
    )
    sizes = sizes_from_corners(pf, widths, K, deep, pf.open_definition(line).split()[1], total(l, 1, K, w(l)), sums)
    return at_most, some, sizes
