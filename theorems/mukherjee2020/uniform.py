"""The sawtooth with equally long laps, its compositions with itself, and the network that computes them."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import once, sums_scaled
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    every,
    exists,
    false,
    floor,
    forall,
    function,
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
from theorems.mukherjee2020.pwl import Composed, Network
from theorems.mukherjee2020.sawtooths import parity
from theorems.mukherjee2020.triangles import Computes, Wave, bit

x, y = real("x"), real("y")
i, j, l = integer("i"), integer("j"), integer("l")


def nodes_of(w: Term) -> Term:
    """The point (1/w, ..., (w-1)/w)."""
    return lam(i, i / w)


def lap_value(w: Term, i: Term, x: Term) -> Term:
    """The value at x of a wave with w laps, on its lap number i (from 0)."""
    return bit(i) + (1 - 2 * bit(i)) * (w * x - i)


def widths_of(w: Term) -> Term:
    """One input, and w units in each layer."""
    return lam(l, where(l <= 0, 1, w))


@once
def shifted_bits(pf: Proof) -> Fact:
    """For all integers r, m: (r + 2 m) mod 2 = r mod 2 and (2 m - 1 - r) mod 2 = 1 - (r mod 2)."""
    r, m = pf.fresh("r", "int"), pf.fresh("m", "int")
    half, moved, turned = (pf.lemma("floor", t / 2) for t in (r, r + 2 * m, 2 * m - 1 - r))
    first = pf.arith(bit(r + 2 * m) == bit(r), pf.arith(floor((r + 2 * m) / 2) == floor(r / 2) + m, half, moved))

    def flip(level: Fact) -> Fact:
        is_floor = pf.arith(floor((2 * m - 1 - r) / 2) == m - 1 - floor(r / 2), half, turned, level)
        return pf.arith(bit(2 * m - 1 - r) == 1 - bit(r), is_floor)

    return pf.general(r, m, pf.both(first, pf.by_cases(parity(pf, r)[0], flip, flip)))


@once
def compositions_exist(pf: Proof) -> Fact:
    """For all h and k >= 0 there is H with Composed(H, h, k)."""
    h, H = pf.fresh("h", "int->real->real"), function("H", "int->real->real")
    y = pf.fresh("x", "real")

    def claim(k: Term) -> Term:
        return exists(H, Composed(H, h, k))

    def base() -> Fact:
        identity = lam(j, x, x + 0 * j)
        none = over(pf, 0, term(0) - 1, lambda j, b: pf.general(y, pf.arith(
            identity(j + 1)(y) == h(j + 1)(identity(j)(y)), pf.arith(term(1) <= 0, b))), "j")  # fmt: skip
        facts = pf.both(pf.general(y, pf.ring(identity(term(0))(y), y)), none)
        return pf.witness(claim(term(0)), identity, pf.restate(facts, Composed(identity, h, 0)))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        old, known = pf.obtain(here, "H")
        start, following = pf.open_definition(known).split()
        new = lam(j, x, where(j <= k, old(j)(x), h(k + 1)(old(k)(x))))

        def early(j: Term, at: Fact) -> Fact:
            return pf.lemma("if_true", *new(j)(y).args, using=[at])

        def one(j: Term, bounds: Fact) -> Fact:
            goal = new(j + 1)(y) == h(j + 1)(new(j)(y))
            before = pf.congruent(h(j + 1), early(j, pf.arith(j <= k, bounds)))

            def inner(yes: Fact) -> Fact:
                return pf.arith(goal, early(j + 1, yes), following.apply(j, using=[bounds, yes])(y), before)

            def last(no: Fact) -> Fact:
                same = pf.congruent(lam(i, h(i + 1)(old(i)(y))), pf.arith(j == k, no, bounds))
                return pf.arith(goal, pf.lemma("if_false", *new(j + 1)(y).args, using=[no]), same, before)

            return pf.general(y, pf.decide(j + 1 <= k, inner, last))

        first = pf.general(y, pf.arith(new(term(0))(y) == y, early(term(0), low), start(y)))
        facts = pf.both(first, over(pf, 0, k + 1 - 1, one, "j"))
        return pf.witness(claim(k + 1), new, pf.restate(facts, Composed(new, h, k + 1)))

    return pf.general(h, pf.induction("k", 0, claim, base, step))


def laps_of_factors(pf: Proof, w: Term, k: Term, a: Term, h: Term, some: Fact, factors: Fact, uniform: Fact) -> Fact:
    """For 1 <= j <= k, 0 <= i <= w - 1 and i <= w x <= i + 1: h(j)(x) on lap i. ``factors``: Simplex and Sawtooth with
    p = w - 1 and M = 1 for every j; ``uniform``: w a(j)(i) = i for 1 <= j <= k and 1 <= i <= w - 1."""
    p = w - 1

    def factor(j: Term, place: Fact) -> Fact:
        simplex, sawtooth = factors.apply(j, using=[place]).split()
        first, last, _ = pf.open_definition(simplex).split()
        flat, at_nodes, at_end, linear, _ = pf.open_definition(sawtooth).split()
        b, f = a(j), h(j)

        def node(i: Term, *bounds: Fact) -> Fact:
            """w b(i) = i for 0 <= i <= w."""
            goal = w * b(i) == i

            def inner(yes: Fact) -> Fact:
                def end(no: Fact) -> Fact:
                    same = pf.congruent(b, pf.arith(i == p + 1, no, *bounds))
                    return pf.arith(goal, same, last, no, *bounds, multipliers=[w])

                def usual(yes2: Fact) -> Fact:
                    return uniform.apply(j, i, using=[place, yes, yes2])

                return pf.decide(i <= p, usual, end)

            def start(no: Fact) -> Fact:
                zero = pf.arith(i == 0, no, *bounds)
                return pf.arith(goal, pf.congruent(b, zero), first, zero, multipliers=[w])

            return pf.decide(i >= 1, inner, start)

        def level(i: Term, *bounds: Fact) -> Fact:
            """f(b(i)) = i mod 2 for 0 <= i <= w - 1."""
            goal = f(b(i)) == bit(i)

            def zero(no: Fact) -> Fact:
                is_zero = pf.arith(i == 0, no, *bounds)
                start = pf.rewrite(pf.congruent(lam(l, f(b(l))), is_zero), first)
                even = pf.compute(bit(term(0)) == 0)
                return pf.arith(goal, start, flat.apply(0, using=[]), pf.congruent(lam(l, bit(l)), is_zero), even)

            return pf.decide(i >= 1, lambda yes: pf.arith(goal, at_nodes.apply(i, using=[yes, *bounds])), zero)

        def following(i: Term, *bounds: Fact) -> Fact:
            """f(b(i + 1)) = 1 - (i mod 2)."""
            goal = f(b(i + 1)) == 1 - bit(i)

            def end(no: Fact) -> Fact:
                is_p = pf.arith(i == p, no, *bounds)
                moved = pf.rewrite(pf.congruent(lam(l, f(b(l + 1))), is_p), last)
                same = pf.congruent(lam(l, bit(l)), is_p)
                return pf.arith(goal, moved, at_end, level(p, some), same)

            return pf.decide(i + 1 <= p, lambda yes: pf.arith(goal, level(i + 1, yes, *bounds), parity(pf, i)[1]), end)

        def one(i: Term, bounds: Fact) -> Fact:
            x = pf.fresh("x", "real")

            def value(inside: Fact) -> Fact:
                left, right = node(i, bounds, some), node(i + 1, bounds, some)
                low = pf.arith(b(i) <= x, pf.arith(w * b(i) <= w * x, left, inside), some)
                high = pf.arith(x <= b(i + 1), pf.arith(w * x <= w * b(i + 1), right, inside), some)
                line = pf.open_definition(linear.apply(i, using=[bounds])).apply(x, using=[pf.both(low, high)])
                scaled = pf.arith(f(x) == bit(i) * (i + 1 - w * x) + (1 - bit(i)) * (w * x - i), line, left, right,
                                  level(i, bounds, some), following(i, bounds, some), multipliers=[
                    w, w * (b(i + 1) - x), w * (x - b(i)), f(x), bit(i), 1])  # fmt: skip
                return pf.arith(f(x) == lap_value(w, i, x), scaled)

            return pf.general(x, under(pf, between(i, w * x, i + 1), value))

        return over(pf, 0, w - 1, one)

    return over(pf, 1, k, factor, "j")


def wave_of_composition(pf: Proof, w: Term, k: Term, h: Term, H: Term, some: Fact, deep: Fact, composed: Fact,
                        laps: Fact) -> Fact:  # fmt: skip
    """Wave(H(k), w^k), from the laps of the factors; ``some`` is w >= 2 and ``deep`` k >= 0."""
    start, following = pf.open_definition(composed).split()

    def claim(n: Term) -> Term:
        return implies(n <= k, Wave(H(n), w**n))

    def base() -> Fact:
        one = pf.lemma("power_zero", w)

        def lap(i: Term, bounds: Fact) -> Fact:
            x = pf.fresh("x", "real")
            zero = pf.arith(i == 0, bounds, one)
            even = pf.arith(bit(i) == 0, pf.congruent(lam(l, bit(l)), zero), pf.compute(bit(term(0)) == 0))
            scale = pf.arith(w ** term(0) * x == x, one, multipliers=[x])
            value = pf.arith(H(term(0))(x) == lap_value(w ** term(0), i, x), start(x), even, zero, scale, multipliers=[
                w ** term(0) * x, i, 1, bit(i)])  # fmt: skip
            return pf.general(x, under(pf, between(i, w ** term(0) * x, i + 1), lambda _: value))

        wave = pf.restate(over(pf, 0, w ** term(0) - 1, lap), Wave(H(term(0)), w ** term(0)))
        return under(pf, term(0) <= k, lambda _: wave)

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            inner = pf.open_definition(here.apply(using=[bound]))
            power = pf.lemma("power_step", w, n, using=[low])
            outer = laps.apply(n + 1, using=[low, bound])

            def lap(i: Term, bounds: Fact) -> Fact:
                x = pf.fresh("x", "real")
                X, u = w**n * x, floor(i / w)
                r = i - u * w
                inverse = pf.lemma("inverse", w, using=[pf.arith(w > 0, some)])
                part = pf.lemma("floor", i / w)
                scaled = pf.arith(w * (i / w) == i, inverse, multipliers=[i])
                r_low = pf.arith(r >= 0, pf.arith(w * (i / w - u) >= 0, part, some), scaled)
                r_high = pf.arith(r <= w - 1, pf.arith(r < w, pf.arith(w * (u + 1 - i / w) > 0, part, some), scaled))
                u_low = pf.absurd(u >= 0, lambda neg: pf.arith(false, pf.arith(
                    u * w <= -1 * w, pf.arith(u <= -1, neg), some), r_high, bounds, some))  # fmt: skip
                u_high = pf.absurd(
                    u <= w**n - 1,
                    lambda neg: pf.arith(
                        false, pf.arith(u * w >= w**n * w, pf.arith(u >= w**n, neg), some), r_low, bounds, power
                    ),
                )
                goal = H(n + 1)(x) == lap_value(w ** (n + 1), i, x)

                def value(inside: Fact) -> Fact:
                    time = pf.arith(w ** (n + 1) * x == w * X, power, multipliers=[x])
                    near = pf.arith(u <= X, pf.arith(w * u <= w * X, time, inside, r_low), some)
                    far = pf.arith(X <= u + 1, pf.arith(w * X <= w * (u + 1), time, inside, r_high), some)
                    at = inner.apply(u, using=[pf.both(u_low, u_high)]).apply(x, using=[pf.both(near, far)])
                    on = following.apply(n, using=[low, bound])(x)
                    v = floor(u / 2)

                    def even(zero: Fact) -> Fact:
                        f = pf.arith(H(n)(x) == X - u, at, zero, multipliers=[X, u, 1])
                        sides = pf.both(pf.arith(r <= w * (X - u), inside, time), pf.arith(
                            w * (X - u) <= r + 1, inside, time))  # fmt: skip
                        h_at = outer.apply(r, using=[pf.both(r_low, r_high)]).apply(X - u, using=[sides])
                        moved = shifted_bits(pf)(r, v * w).left
                        moved = pf.arith(bit(i) == bit(r), moved, pf.congruent(lam(l, bit(l)), pf.arith(
                            r + 2 * (v * w) == i, zero, multipliers=[w])))  # fmt: skip
                        return pf.arith(goal, on, pf.congruent(h(n + 1), f), h_at, time, moved, multipliers=[
                            bit(r), bit(i), w * X, i, u * w, 1, w ** (n + 1) * x])  # fmt: skip

                    def odd(one: Fact) -> Fact:
                        t, back = u + 1 - X, w - 1 - r
                        f = pf.arith(H(n)(x) == t, at, one, multipliers=[X, u, 1])
                        sides = pf.both(pf.arith(back <= w * t, inside, time), pf.arith(
                            w * t <= back + 1, inside, time))  # fmt: skip
                        place = pf.both(pf.arith(back >= 0, r_high), pf.arith(back <= w - 1, r_low))
                        h_at = outer.apply(back, using=[place]).apply(t, using=[sides])
                        moved = shifted_bits(pf)(back, (v + 1) * w).right
                        moved = pf.arith(bit(i) == 1 - bit(back), moved, pf.congruent(lam(l, bit(l)), pf.arith(
                            2 * ((v + 1) * w) - 1 - back == i, one, multipliers=[w])))  # fmt: skip
                        return pf.arith(goal, on, pf.congruent(h(n + 1), f), h_at, time, moved, multipliers=[
                            bit(back), bit(i), w * X, i, u * w, w, 1, w ** (n + 1) * x])  # fmt: skip

                    return pf.by_cases(parity(pf, u)[0], even, odd)

                return pf.general(x, under(pf, between(i, w ** (n + 1) * x, i + 1), value))

            return pf.restate(over(pf, 0, w ** (n + 1) - 1, lap), Wave(H(n + 1), w ** (n + 1)))

        return under(pf, n + 1 <= k, grow)

    return pf.induction("n", 0, claim, base, step).apply(k, using=[deep, pf.arith(k <= k)])


def zigzag(q: Term) -> Term:
    """The triangle wave with q laps on [0, 1], going on for ever, by a formula."""
    m = floor(q * x)
    return lam(x, bit(m) + (1 - 2 * bit(m)) * (q * x - m))


def zigzag_is_a_wave(pf: Proof, q: Term) -> Fact:
    """Wave(zigzag(q), q)."""
    s, m = zigzag(q), pf.fresh("x", "real")

    def lap(i: Term, _: Fact) -> Fact:
        def value(inside: Fact) -> Fact:
            low = pf.lemma("floor", q * m)
            goal = s(m) == lap_value(q, i, m)

            def within(less: Fact) -> Fact:
                return pf.prove(goal, pf.congruent(lam(j, lap_value(q, j, m)), pf.arith(
                    floor(q * m) == i, low, less, inside)))  # fmt: skip

            def end(no: Fact) -> Fact:
                at = pf.arith(q * m == i + 1, no, inside)
                here = pf.congruent(lam(j, lap_value(q, j, m)), pf.arith(floor(q * m) == i + 1, low, at))
                return pf.arith(goal, here, at, parity(pf, i)[1], multipliers=[1, bit(i), bit(i + 1)])

            return pf.decide(q * m < i + 1, within, end)

        return pf.general(m, under(pf, between(i, q * m, i + 1), value))

    return pf.restate(over(pf, 0, q - 1, lap), Wave(s, q))


# The same sawtooth as a layer of w hinges, and the network of such layers.


def hinge_weight(w: Term) -> Term:
    """The weights w, -2w, 2w, -2w, ... of the hinges at 0, 1/w, 2/w, ..."""
    return lam(i, where(i <= 1, w, 2 * w * (1 - 2 * bit(i - 1))))


def hinges(w: Term) -> Term:
    """The sum of w hinges, which has w laps on [0, 1]."""
    return lam(x, total(i, 1, w, hinge_weight(w)(i) * maximum(0, x - (i - 1) / w)))


def hinges_run_laps(pf: Proof, w: Term, some: Fact) -> Fact:
    """For 0 <= r <= w - 1 and r <= w x <= r + 1: hinges(w)(x) is the value on lap r; by induction on the number of
    hinges, each of which turns the last lap; ``some`` is w >= 2."""
    c = hinge_weight(w)
    inverse = pf.lemma("inverse", w, using=[pf.arith(w > 0, some)])
    r, y = pf.fresh("r", "int"), pf.fresh("x", "real")
    place, inside = pf.assume(between(0, r, w - 1)), pf.assume(between(r, w * y, r + 1))
    hinge = lam(i, c(i) * maximum(0, y - (i - 1) / w))

    def claim(n: Term) -> Term:
        so_far = total(i, 1, n, hinge(i))
        return conj(implies(n <= r + 1, so_far == lap_value(w, n - 1, y)), implies(n >= r + 1, so_far == lap_value(
            w, r, y)))  # fmt: skip

    def base() -> Fact:
        one, empty = pf.lemma("sum_step", 1, 0, hinge), pf.lemma("sum_empty", 1, 0, hinge)
        one = pf.rewrite(one, pf.ring(term(0) + 1, 1))
        weight = pf.lemma("if_true", *c(term(1)).args)
        positive = pf.arith(y >= 0, pf.arith(w * y >= 0, inside, place), some)
        first = maximum(0, y - (term(1) - 1) / w)
        act = pf.by_cases(pf.lemma("max", *first.args), lambda f: pf.arith(first == y, f), lambda f: pf.arith(
            first == y, f, positive))  # fmt: skip
        zero = pf.compute(bit(term(1) - 1) == 0)
        value = pf.arith(total(i, 1, term(1), hinge(i)) == w * y, one, empty, weight, act, multipliers=[first, w, 1])
        start = pf.arith(total(i, 1, term(1), hinge(i)) == lap_value(w, term(1) - 1, y), value, zero, multipliers=[
            w * y, 1])  # fmt: skip

        def end(far: Fact) -> Fact:
            same = pf.congruent(lam(j, lap_value(w, j, y)), pf.arith(term(1) - 1 == r, far, place))
            return pf.arith(total(i, 1, term(1), hinge(i)) == lap_value(w, r, y), start, same)

        return pf.both(under(pf, term(1) <= r + 1, lambda _: start), under(pf, term(1) >= r + 1, end))

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        so_far = total(i, 1, n + 1, hinge(i))
        more = pf.lemma("sum_step", 1, n, hinge, using=[low])
        weight = pf.lemma("if_false", *c(n + 1).args, using=[pf.arith(negation(n + 1 <= 1), low)])
        weight = pf.arith(c(n + 1) == 2 * w * (1 - 2 * bit(n)), weight, pf.congruent(lam(j, bit(j)), pf.ring(
            n + 1 - 1, n)), multipliers=[w, 1])  # fmt: skip
        new = maximum(0, y - (n + 1 - 1) / w)
        cases = pf.lemma("max", *new.args)
        flip = parity(pf, n - 1)[1]
        flip = pf.arith(bit(n) == 1 - bit(n - 1), flip, pf.congruent(lam(j, bit(j)), pf.ring(n - 1 + 1, n)))
        reach = pf.arith(w * (y - (n + 1 - 1) / w) == w * y - n, inverse, multipliers=[n])

        def turned(near: Fact) -> Fact:
            before = pf.modus_ponens(here.left, pf.arith(n <= r + 1, near))
            up = pf.arith(y - (n + 1 - 1) / w >= 0, pf.arith(w * (y - (n + 1 - 1) / w) >= 0, reach, inside, near), some)
            act = pf.by_cases(cases, *[lambda f: pf.arith(new == y - (n + 1 - 1) / w, f, up)] * 2)
            act = pf.arith(w * new == w * y - n, act, reach, multipliers=[w, 1])
            value = pf.arith(so_far == lap_value(w, n + 1 - 1, y), more, before, weight, act, flip, multipliers=[
                new, 2 * (1 - 2 * bit(n)), w * y, n, 1])  # fmt: skip

            def last(far: Fact) -> Fact:
                same = pf.congruent(lam(j, lap_value(w, j, y)), pf.arith(n + 1 - 1 == r, far, near))
                return pf.arith(so_far == lap_value(w, r, y), value, same)

            return pf.both(under(pf, n + 1 <= r + 1, lambda _: value), under(pf, n + 1 >= r + 1, last))

        def quiet(no: Fact) -> Fact:
            beyond = pf.arith(n >= r + 1, no)
            before = pf.modus_ponens(here.right, beyond)
            down = pf.arith(y - (n + 1 - 1) / w <= 0, pf.arith(w * (y - (n + 1 - 1) / w) <= 0, reach, inside, beyond),
                            some)  # fmt: skip
            act = pf.by_cases(cases, *[lambda f: pf.arith(new == 0, f, down)] * 2)
            value = pf.arith(so_far == lap_value(w, r, y), more, before, act, multipliers=[c(n + 1), 1])
            return pf.both(under(pf, n + 1 <= r + 1, lambda bad: pf.anything(so_far == lap_value(
                w, n + 1 - 1, y), pf.arith(false, bad, no))), under(pf, n + 1 >= r + 1, lambda _: value))  # fmt: skip

        return pf.decide(n <= r, turned, quiet)

    whole = pf.induction("n", 1, claim, base, step).apply(w, using=[some]).right
    fact = pf.modus_ponens(whole, pf.arith(w >= r + 1, place))
    return pf.general(r, pf.implication(place.formula, pf.general(y, pf.implication(inside.formula, fact))))


def layered(pf: Proof, w: Term, k: Term, wide: Fact, deep: Fact) -> tuple[Term, Fact, Fact]:
    """H(k) for hinges(w) composed k times: Wave(H(k), w^k), and how it is composed. H is obtained; the facts are w >= 2
    and k >= 1."""
    h = lam(j, hinges(w))
    laps = hinges_run_laps(pf, w, wide)
    H, composed = pf.obtain(compositions_exist(pf).apply(h, k, using=[pf.arith(k >= 0, deep)]), "H")
    wave = wave_of_composition(pf, w, k, h, H, wide, pf.arith(k >= 0, deep), composed, over(pf, 1, k, lambda j, _: laps,
                                                                                          "j"))  # fmt: skip
    return H, wave, composed


@once
def hinge_network(pf: Proof) -> Fact:
    """For all w, k, h, H, c, t, C, f: if H is composed of h, h(l)(x) is the sum of c(l)(i) max(0, x - t(l)(i)) over
    1 <= i <= w for 1 <= l <= k, and f = C H(k), then k layers of w units compute f. The hinges of a layer are its
    units, and the weights of its sum those into the next layer."""
    w, k, C = pf.fresh("w", "int"), pf.fresh("k", "int"), pf.fresh("C", "real")
    h, H, f = pf.fresh("h", "int->real->real"), pf.fresh("H", "int->real->real"), pf.fresh("f", "real->real")
    c, t = pf.fresh("c", "int->int->real"), pf.fresh("t", "int->int->real")
    hinged = every(l, 1, k, forall(x, h(l)(x) == total(j, 1, w, c(l)(j) * maximum(0, x - t(l)(j)))))
    premises = [pf.assume(a) for a in (w >= 1, k >= 1, Composed(H, h, k), hinged, forall(x, f(x) == C * H(k)(x)))]
    wide, deep, composed, sums, scaled_by = premises
    identity, following = pf.open_definition(composed).split()
    widths, y, n = widths_of(w), pf.fresh("x", "real"), integer("n")
    z = lam(l, i, x, where(l <= 0, x, maximum(0, H(l - 1)(x) - t(l)(i))))
    W, b = lam(l, i, j, where(l <= 1, 1, c(l - 1)(j))), lam(l, i, -t(l)(i))

    def unit(m: Term, i: Term, above: Fact) -> Fact:
        """z(m)(i)(y) = max(0, H(m-1)(y) - t(m)(i)) for m >= 1."""
        return pf.lemma("if_false", *z(m)(i)(y).args, using=[pf.arith(negation(m <= 0), above)])

    def size(m: Term, above: Fact) -> Fact:
        return pf.lemma("if_false", *widths(m).args, using=[pf.arith(negation(m <= 0), above)])

    def value_of_sum(m: Term, place: Fact) -> Fact:
        """The sum of c(m)(j) z(m)(j)(y) is H(m)(y), for 1 <= m <= k."""
        hinge, through = lam(j, c(m)(j) * maximum(0, H(m - 1)(y) - t(m)(j))), lam(j, c(m)(j) * z(m)(j)(y))
        same = over(pf, 1, w, lambda i, _: pf.arith(hinge(i) == through(i), unit(m, i, place), multipliers=[c(m)(i)]))
        equal = pf.lemma("sum_same", 1, w, hinge, through, using=[same])
        here = pf.arith(H(m)(y) == h(m)(H(m - 1)(y)), following.apply(m - 1, using=[place])(y))
        at = sums.apply(m, using=[place])(H(m - 1)(y))
        return pf.arith(total(j, 1, w, through(j)) == H(m)(y), equal, here, at)

    summed = over(pf, 1, k, value_of_sum, "l")

    def layer(m: Term, bounds: Fact) -> Fact:
        def one(i: Term, _: Fact) -> Fact:
            summand = lam(j, W(m + 1)(i)(j) * z(m)(j)(y))
            argument = b(m + 1)(i) + total(j, 1, widths(m), summand(j))
            goal = argument == H(m)(y) - t(m + 1)(i)

            def first(yes: Fact) -> Fact:
                single = pf.lemma("if_true", *widths(m).args, using=[yes])
                weight = pf.lemma("if_true", *W(m + 1)(i)(1).args, using=[pf.arith(m + 1 <= 1, yes)])
                here = pf.lemma("if_true", *z(m)(1)(y).args, using=[yes])
                count = pf.congruent(lam(n, total(j, 1, n, summand(j))), single)
                one_term = pf.rewrite(pf.lemma("sum_step", 1, 0, summand), pf.ring(term(0) + 1, 1))
                zero = pf.congruent(lam(n, H(n)(y)), pf.arith(m == 0, yes, bounds))
                return pf.arith(
                    goal,
                    count,
                    one_term,
                    pf.lemma("sum_empty", 1, 0, summand),
                    weight,
                    here,
                    zero,
                    identity(y),
                    multipliers=[z(m)(1)(y), 1],
                )

            def later(no: Fact) -> Fact:
                count = pf.congruent(lam(n, total(j, 1, n, summand(j))), size(m, no))
                plain = lam(j, c(m)(j) * z(m)(j)(y))
                off = pf.arith(negation(m + 1 <= 1), no)
                index = pf.ring(m + 1 - 1, m)

                def weight(i_: Term, _: Fact) -> Fact:
                    chosen = pf.lemma("if_false", *W(m + 1)(i)(i_).args, using=[off])
                    moved = pf.congruent(lam(n, c(n)(i_)), index)
                    return pf.arith(summand(i_) == plain(i_), chosen, moved, multipliers=[z(m)(i_)(y)])

                equal = pf.lemma("sum_same", 1, w, summand, plain, using=[over(pf, 1, w, weight, "j")])
                place = pf.both(pf.arith(m >= 1, no), pf.arith(m <= k, bounds))
                return pf.arith(goal, count, equal, summed.apply(m, using=[place]))

            act = pf.congruent(lam(x, maximum(0, x)), pf.decide(m <= 0, first, later))
            now = unit(m + 1, i, pf.arith(m + 1 >= 1, bounds))
            index = pf.congruent(lam(n, maximum(0, H(n)(y) - t(m + 1)(i))), pf.ring(m + 1 - 1, m))
            return pf.general(y, pf.arith(z(m + 1)(i)(y) == maximum(0, argument), now, index, act))

        return over(pf, 1, widths(m + 1), one)

    network = pf.both(
        pf.lemma("if_true", *widths(term(0)).args),
        over(pf, 1, k, lambda m, above: pf.arith(widths(m) >= 1, size(m, above), wide), "l"),
        pf.general(y, pf.lemma("if_true", *z(term(0))(1)(y).args)),
        over(pf, 0, k - 1, layer, "l"),
    )
    top = lam(j, c(k)(j) * z(k)(j)(y))
    last = summed.apply(k, using=[pf.both(deep, pf.arith(k <= k))])
    scaled = sums_scaled(pf).apply(1, w, top, C, using=[pf.arith(term(1) <= w + 1, wide)])
    spelled = pf.lemma("sum_same", 1, w, lam(j, C * top(j)), lam(j, C * c(k)(j) * z(k)(j)(y)), using=[over(
        pf, 1, w, lambda i, _: pf.ring(C * top(i), C * c(k)(i) * z(k)(i)(y)), "j")])  # fmt: skip
    whole = total(j, 1, widths(k), C * c(k)(j) * z(k)(j)(y))
    width = pf.congruent(lam(n, total(j, 1, n, C * c(k)(j) * z(k)(j)(y))), size(k, deep))
    value = pf.arith(f(y) == 0 + whole, scaled_by(y), last, scaled, spelled, width, multipliers=[C, 1])
    goal = Computes(widths, k, f)
    network = pf.restate(network, Network(z, W, b, widths, k))
    fact = pf.witness(body(goal), z, W, b, lam(j, C * c(k)(j)), 0, pf.both(network, pf.general(y, value)))
    fact = pf.restate(fact, goal)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(w, k, h, H, c, t, C, f, fact)


def layered_network(pf: Proof, w: Term, k: Term, H: Term, composed: Fact, wide: Fact, deep: Fact, C: Term) -> Fact:
    """Computes(widths_of(w), k, lam x. C H(k)(x)) for hinges(w) composed k times."""
    h, c, t = lam(j, hinges(w)), lam(l, hinge_weight(w)), lam(l, i, (i - 1) / w)
    y, f = pf.fresh("x", "real"), lam(x, C * H(k)(x))
    sums = over(pf, 1, k, lambda m, _: pf.general(y, pf.reflexive(h(m)(y))), "l")
    scaled = pf.general(y, pf.reflexive(f(y)))
    return hinge_network(pf).apply(w, k, h, H, c, t, C, f, using=[
        pf.arith(w >= 1, wide), deep, composed, sums, scaled])  # fmt: skip


def slope_weight(h: Term, a: Term) -> Term:
    """The weights of the hinges at a(0), a(1), ... that make up h: its first slope, and then by how much it turns."""
    slope = lam(i, (h(a(i)) - h(a(i - 1))) * (1 / (a(i) - a(i - 1))))
    return lam(i, where(i <= 1, slope(i), slope(i) - slope(i - 1)))


def sawtooth_as_hinges(
    pf: Proof, h: Term, a: Term, p: Term, M: Term, some: Fact, simplex: Fact, sawtooth: Fact
) -> Fact:
    """h(x) is the sum of its turns times max(0, x - a(i - 1)) over 1 <= i <= p + 1, for all x: after n hinges the sum
    is h up to a(n), and goes on in a line."""
    first, last, rising = pf.open_definition(simplex).split()
    flat, _, _, linear, beyond = pf.open_definition(sawtooth).split()
    slope = lam(i, (h(a(i)) - h(a(i - 1))) * (1 / (a(i) - a(i - 1))))
    c, y = slope_weight(h, a), pf.fresh("x", "real")
    hinge = lam(i, c(i) * maximum(0, y - a(i - 1)))

    def line(n: Term) -> Term:
        return h(a(n - 1)) + slope(n) * (y - a(n - 1))

    def steep(n: Term, bounds: Fact) -> tuple[Fact, Fact]:
        """a(n-1) < a(n), and the slope times that is the rise, for 1 <= n <= p + 1."""
        up = rising.apply(n - 1, using=[pf.both(pf.arith(0 <= n - 1, bounds), pf.arith(n - 1 <= p, bounds))])
        up = pf.arith(a(n - 1) < a(n), up)
        inverse = pf.lemma("inverse", a(n) - a(n - 1), using=[pf.arith(a(n) - a(n - 1) > 0, up)])
        return up, pf.arith(slope(n) * (a(n) - a(n - 1)) == h(a(n)) - h(a(n - 1)), inverse, multipliers=[
            h(a(n)) - h(a(n - 1))])  # fmt: skip

    def on_line(n: Term, bounds: Fact, chord: Fact, up: Fact, rise: Fact) -> Fact:
        """h(y) = line(n), from the chord of the lap."""
        product = pf.arith((h(y) - line(n)) * (a(n) - a(n - 1)) == 0, chord, rise, multipliers=[y - a(n - 1), 1])
        return pf.arith(h(y) == line(n), product, up)

    def on_lap(n: Term, bounds: Fact, inside: Fact, up: Fact, rise: Fact) -> Fact:
        at = linear.apply(n - 1, using=[pf.both(pf.arith(0 <= n - 1, bounds), pf.arith(n - 1 <= p, bounds))])
        spelled = pf.ring(n - 1 + 1, n)
        chord = pf.open_definition(pf.rewrite(at, spelled)).apply(y, using=[inside])
        return on_line(n, bounds, chord, up, rise)

    def claim(n: Term) -> Term:
        so_far = total(i, 1, n, hinge(i))
        return implies(n <= p + 1, conj(implies(y <= a(n), so_far == h(y)), implies(y >= a(n - 1), so_far == line(n))))

    def base() -> Fact:
        one = term(1)
        so_far = total(i, 1, one, hinge(i))
        single = pf.rewrite(pf.lemma("sum_step", 1, 0, hinge), pf.ring(term(0) + 1, 1))
        weight = pf.lemma("if_true", *c(one).args)
        zero = pf.arith(a(one - 1) == 0, first)
        bounds = pf.both(pf.arith(one >= 1), pf.arith(one <= p + 1, some))
        up, rise = steep(one, bounds)
        origin = pf.arith(h(a(one - 1)) == 0, pf.congruent(h, zero), flat.apply(0, using=[]))
        new = maximum(0, y - a(one - 1))
        cases = pf.lemma("max", *new.args)
        value = pf.arith(
            so_far == slope(one) * new, single, pf.lemma("sum_empty", 1, 0, hinge), weight, multipliers=[new, 1]
        )

        def right(at: Fact) -> Fact:
            act = pf.by_cases(cases, *[lambda f: pf.arith(new == y - a(one - 1), f, at)] * 2)
            return pf.arith(so_far == line(one), value, act, origin, multipliers=[slope(one), 1])

        def left(at: Fact) -> Fact:
            def before(no: Fact) -> Fact:
                act = pf.by_cases(cases, *[lambda f: pf.arith(new == 0, f, no)] * 2)
                return pf.arith(
                    so_far == h(y),
                    value,
                    act,
                    flat.apply(y, using=[pf.arith(y <= 0, no, zero)]),
                    multipliers=[slope(one), 1],
                )

            def after(yes: Fact) -> Fact:
                return pf.arith(so_far == h(y), right(yes), on_lap(one, bounds, pf.both(yes, at), up, rise))

            return pf.decide(y >= a(one - 1), after, before)

        return under(
            pf, one <= p + 1, lambda _: pf.both(under(pf, y <= a(one), left), under(pf, y >= a(one - 1), right))
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            known = here.apply(using=[pf.arith(n <= p + 1, bound)])
            so_far = total(i, 1, n + 1, hinge(i))
            more = pf.lemma("sum_step", 1, n, hinge, using=[low])
            weight = pf.lemma("if_false", *c(n + 1).args, using=[pf.arith(negation(n + 1 <= 1), low)])
            moved = pf.congruent(slope, pf.ring(n + 1 - 1, n)), pf.congruent(a, pf.ring(n + 1 - 1, n))
            at_node = pf.congruent(h, moved[1])
            old_up, old_rise = steep(n, pf.both(low, pf.arith(n <= p + 1, bound)))
            bounds = pf.both(pf.arith(n + 1 >= 1, low), bound)
            up, rise = steep(n + 1, bounds)
            new = maximum(0, y - a(n + 1 - 1))
            cases = pf.lemma("max", *new.args)

            def right(at: Fact) -> Fact:
                act = pf.by_cases(cases, *[lambda f: pf.arith(new == y - a(n), f, at, moved[1])] * 2)
                before = pf.modus_ponens(known.right, pf.arith(y >= a(n - 1), at, old_up, moved[1]))
                return pf.arith(
                    so_far == line(n + 1),
                    more,
                    before,
                    weight,
                    act,
                    old_rise,
                    at_node,
                    *moved,
                    multipliers=[slope(n + 1), slope(n), slope(n + 1 - 1), new, y - a(n), 1],
                )

            def left(at: Fact) -> Fact:
                def before(no: Fact) -> Fact:
                    inside = pf.arith(y <= a(n), no, moved[1])
                    act = pf.by_cases(cases, *[lambda f: pf.arith(new == 0, f, inside, moved[1])] * 2)
                    return pf.arith(
                        so_far == h(y), more, pf.modus_ponens(known.left, inside), act, multipliers=[c(n + 1), 1]
                    )

                def after(yes: Fact) -> Fact:
                    return pf.arith(so_far == h(y), right(yes), on_lap(n + 1, bounds, pf.both(yes, at), up, rise))

                return pf.decide(y >= a(n + 1 - 1), after, before)

            return pf.both(under(pf, y <= a(n + 1), left), under(pf, y >= a(n + 1 - 1), right))

        return under(pf, n + 1 <= p + 1, grow)

    whole = pf.induction("n", 1, claim, base, step).apply(
        p + 1, using=[pf.arith(p + 1 >= 1, some), pf.arith(p + 1 <= p + 1)]
    )
    goal = h(y) == total(i, 1, p + 1, hinge(i))
    place = pf.both(pf.arith(p + 1 >= 1, some), pf.arith(p + 1 <= p + 1))
    up, rise = steep(p + 1, place)
    same = pf.congruent(a, pf.ring(p + 1 - 1, p))

    def past(no: Fact) -> Fact:
        far = pf.arith(y >= M, no, last)
        ends = pf.congruent(h, last), pf.congruent(h, same)
        chord = pf.arith(
            h(y) * (a(p + 1) - a(p + 1 - 1)) == h(a(p + 1 - 1)) * (a(p + 1) - y) + h(a(p + 1)) * (y - a(p + 1 - 1)),
            beyond.apply(y, using=[far]),
            same,
            last,
            *ends,
            multipliers=[h(y), h(a(p + 1 - 1)), h(a(p + 1)), a(p + 1) - y, y - a(p), 1, h(a(p)), h(M), y],
        )
        here = pf.modus_ponens(whole.right, pf.arith(y >= a(p + 1 - 1), far, up, last))
        return pf.arith(goal, on_line(p + 1, place, chord, up, rise), here)

    return pf.general(y, pf.decide(y <= a(p + 1), lambda yes: pf.arith(goal, pf.modus_ponens(whole.left, yes)), past))
