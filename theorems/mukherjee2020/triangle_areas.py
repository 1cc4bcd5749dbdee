"""Areas under distances to triangle waves, computed exactly: what the steps of the proof of Theorem 2.3.6 compare."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, sum_of_constants
from numerics.terms import (
    Term,
    body,
    either,
    false,
    floor,
    instance_of,
    integer,
    lam,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.networks import affine
from theorems.mukherjee2020.pwl import AtMostPieces, Pieces
from theorems.mukherjee2020.sawtooths import parity
from theorems.mukherjee2020.triangles import Area, area_of_lines, bit, distance, trapezoids
from theorems.mukherjee2020.uniform import zigzag, zigzag_is_a_wave

i, j, x = integer("i"), integer("j"), real("x")


def affine_between(q: Term, y1: Term, y2: Term) -> Term:
    """The affine function with values y1 at 0 and y2 at 2/q."""
    return lam(x, y1 + x * ((y2 - y1) * q / 2))


def area_to_one_unit(pf: Proof, s: Term, g: Term) -> Fact:
    """Area(|s - g|, 0, 1, 31/128) for the wave s of 16 laps and g(x) = min(16 x, 1/2): cut at the multiples of 1/32,
    |s - g| is 0 on the first interval, and on the others runs between 0 and 1/2."""
    e, t = distance(s, g), lam(i, i / 32)
    wave = pf.open_definition(zigzag_is_a_wave(pf, term(2) ** 4))

    def value(n: Term, y: Term, bounds: Fact, inside: Fact) -> Fact:
        """On [n/32, (n+1)/32]: |s - g| there, a line."""
        m = floor(n / 2)
        half = pf.lemma("floor", n / 2)
        half = pf.both(pf.arith(2 * m <= n, half), pf.arith(n <= 2 * m + 1, half))
        on = wave.apply(
            m, using=[pf.both(pf.arith(m >= 0, half, bounds), pf.arith(m <= term(2) ** 4 - 1, half, bounds))]
        )
        low, high = pf.arith(n <= 32 * y, inside), pf.arith(32 * y <= n + 1, inside)
        on = on.apply(y, using=[pf.both(pf.arith(m <= term(2) ** 4 * y, half, low), pf.arith(
            term(2) ** 4 * y <= m + 1, half, high))])  # fmt: skip
        relu = g(y).args[1].args[1]
        late = where(n <= 0, 0, 1)
        goal = e(y) == late * (1 - 2 * bit(n)) * (term("1/2") + m - 16 * y)
        cases = pf.lemma("abs", s(y) - g(y))

        def start(yes: Fact) -> Fact:
            zero = pf.arith(n == 0, yes, bounds)
            level = pf.arith(m == 0, half, zero)
            flat = pf.arith(bit(m) == 0, pf.congruent(lam(j, bit(j)), level), pf.compute(bit(term(0)) == 0))
            act = pf.by_cases(pf.lemma("max", *relu.args), *[lambda f: pf.arith(relu == term("1/32") - y, f, high,
                                                                                zero)] * 2)  # fmt: skip
            wave_ = pf.arith(s(y) == 16 * y, on, flat, level, multipliers=[y, 1, m])
            none = pf.lemma("if_true", *late.args, using=[yes])
            same = pf.arith(s(y) - g(y) == 0, wave_, act)
            return pf.arith(goal, none, pf.by_cases(cases, *[lambda f: pf.arith(e(y) == 0, f, same)] * 2), multipliers=[
                (1 - 2 * bit(n)) * (term("1/2") + m - 16 * y), 1])  # fmt: skip

        def later(no: Fact) -> Fact:
            one = pf.lemma("if_false", *late.args, using=[no])
            act = pf.by_cases(pf.lemma("max", *relu.args), *[lambda f: pf.arith(relu == 0, f, low, no)] * 2)

            gap, part = s(y) - g(y), term("1/2") + m - 16 * y

            def lap_and_half(turn: int, side: int, up: Fact, first: Fact) -> Fact:
                """``turn`` is 1 on a lap upwards, -1 downwards; ``side`` is 1 on its first half, -1 on its second."""
                value_ = pf.arith(gap == -turn * part, on, up, act, multipliers=[y, 1, m])
                place = pf.arith(side * part >= 0, low, high, half, first)
                size_ = pf.by_cases(cases, *[lambda f: pf.arith(e(y) == side * part, f, value_, place)] * 2)
                return pf.arith(goal, size_, one, first, multipliers=[late * part, part, 1])

            def on_lap(turn: int, up: Fact) -> Fact:
                return pf.by_cases(parity(pf, n)[0], lambda first: lap_and_half(turn, 1, up, first),
                                   lambda first: lap_and_half(turn, -1, up, first))  # fmt: skip

            return pf.by_cases(parity(pf, m)[0], lambda up: on_lap(1, up), lambda up: on_lap(-1, up))

        return pf.decide(n <= 0, start, later)

    count = term(32)
    return area_of_lines(pf, Area(e, 0, 1, "31/128"), count, t, value, pf.compute(
        term("31/128") == trapezoids(e, t, count)))  # fmt: skip


def area_above_zero(pf: Proof, low: Term, high: Term) -> tuple[Fact, Fact]:
    """Wave(s, 2) and Area(|s - 0|, low, high, 1/2) for the tent s and [low, high] = [0, 1]."""
    s, g, two = zigzag(term(2)), lam(x, term(0)), term(2)
    wave = zigzag_is_a_wave(pf, two)
    laps = pf.open_definition(wave)
    e, t = distance(s, g), lam(i, i / 2)

    def on_lap(n: Term, c: Term, bounds: Fact, inside: Fact) -> Fact:
        on = laps.apply(n, using=[bounds]).apply(c, using=[pf.both(pf.arith(n <= 2 * c, inside), pf.arith(
            2 * c <= n + 1, inside))])  # fmt: skip
        positive = pf.by_cases(parity(pf, n)[0], *[lambda b: pf.arith(s(c) >= 0, on, b, inside, multipliers=[
            2 * c - n, 1])] * 2)  # fmt: skip
        line = bit(n) + (1 - 2 * bit(n)) * (2 * c - n)
        return pf.by_cases(pf.lemma("abs", s(c) - g(c)), *[lambda f: pf.arith(e(c) == line, f, on, positive)] * 2)

    return wave, area_of_lines(pf, Area(e, low, high, "1/2"), two, t, on_lap, pf.compute(
        term("1/2") == trapezoids(e, t, two)))  # fmt: skip


def best_area(pf: Proof, q: Term, s: Term, some: Fact, wave: Fact, value: Term) -> Fact:
    """Area(|s - 1/2|, 0, 2/q, value) for ``value`` = 1/(2q) up to arithmetic, cut at quarters of the triangle: on
    [n/(2q), (n+1)/(2q)] the distance is (1/2 + m - q x), up to sign, for m = floor(n/2)."""
    half = term("1/2")
    g = affine_between(q, half, half)
    e, t = distance(s, g), lam(i, i * (1 / (2 * q)))
    laps = pf.open_definition(wave)
    twice = pf.lemma("inverse", 2 * q, using=[pf.arith(2 * q > 0, some)])
    inverse = pf.lemma("inverse", q, using=[pf.arith(q > 0, some)])
    small = pf.arith(1 / (2 * q) > 0, twice, some)

    def value_at(n: Term, c: Term, bounds: Fact, inside: Fact) -> Fact:
        m = floor(n / 2)
        low = pf.lemma("floor", n / 2)
        sides = pf.arith(2 * m <= n, low), pf.arith(n <= 2 * m + 1, low)
        scaled = _stretched(pf, q, c, n, inside, some, twice)
        spot = pf.both(pf.arith(m <= q * c, *scaled, *sides), pf.arith(q * c <= m + 1, *scaled, *sides))
        on = laps.apply(
            m, using=[pf.both(pf.arith(m >= 0, bounds, *sides), pf.arith(m <= q - 1, bounds, some, *sides))]
        )
        on = on.apply(c, using=[spot])
        part = half + m - q * c
        goal = e(c) == (1 - 2 * bit(n)) * part
        flat = pf.ring(g(c), half)

        def lap_and_half(turn: int, side: int, up: Fact, first: Fact) -> Fact:
            gap = pf.arith(s(c) - g(c) == -turn * part, on, up, flat, multipliers=[q * c, m, 1])
            place = pf.arith(side * part >= 0, *scaled, *sides, first)
            size_ = pf.by_cases(pf.lemma("abs", s(c) - g(c)), *[lambda f: pf.arith(
                e(c) == side * part, f, gap, place)] * 2)  # fmt: skip
            return pf.arith(goal, size_, first, multipliers=[part, 1])

        def on_lap(turn: int, up: Fact) -> Fact:
            return pf.by_cases(parity(pf, n)[0], lambda first: lap_and_half(turn, 1, up, first),
                               lambda first: lap_and_half(turn, -1, up, first))  # fmt: skip

        return pf.by_cases(parity(pf, m)[0], lambda up: on_lap(1, up), lambda up: on_lap(-1, up))

    def ends(n: Term, bounds: Fact) -> list[Fact]:
        return [value_at(n, c, bounds, pf.both(pf.arith(t(n) <= c, small), pf.arith(c <= t(n + 1), small)))
                for c in (t(n), t(n + 1))]  # fmt: skip

    trapezoid = lam(i, (t(i + 1) - t(i)) * (e(t(i)) + e(t(i + 1))) / 2)
    unit = pf.arith(1 / (2 * q) == 1 / q / 2, inverse, twice, multipliers=[1 / (2 * q), 1 / q])

    def strip(n: Term, low: Fact, high: Fact) -> Fact:
        bounds = pf.both(low, high)
        sum_ = pf.arith(e(t(n)) + e(t(n + 1)) == term("1/2"), *ends(n, bounds), *_halves(
            pf, n, q, twice), multipliers=[1, 1 - 2 * bit(n)])  # fmt: skip
        return pf.arith(trapezoid(n) == 1 / (2 * q) / 4, sum_, multipliers=[1 / (2 * q), 1])

    equal = equal_sums(pf, term(0), term(4) - 1, trapezoid, lam(i, 1 / (2 * q) / 4), strip)
    constant = sum_of_constants(pf).apply(0, term(4) - 1, 1 / (2 * q) / 4, using=[pf.arith(term(0) <= term(4))])
    summed = pf.arith(value == total(i, 0, term(4) - 1, trapezoid(i)), equal, constant)
    return area_of_lines(pf, Area(e, 0, 2 / q, value), term(4), t, value_at, summed, small, unit)


def _stretched(pf: Proof, q: Term, c: Term, n: Term, inside: Fact, some: Fact, twice: Fact) -> tuple[Fact, Fact]:
    """n <= 2 q c and 2 q c <= n + 1, from n/(2q) <= c <= (n+1)/(2q)."""
    low, high = n * (1 / (2 * q)), (n + 1) * (1 / (2 * q))
    return (
        pf.arith(n <= 2 * q * c, pf.arith(2 * q * (c - low) >= 0, inside, some), pf.arith(
            2 * q * low == n, twice, multipliers=[n])),
        pf.arith(2 * q * c <= n + 1, pf.arith(2 * q * (high - c) >= 0, inside, some), pf.arith(
            2 * q * high == n + 1, twice, multipliers=[n + 1])),
    )  # fmt: skip


def _halves(pf: Proof, n: Term, q: Term, twice: Fact) -> list[Fact]:
    """q t(n) = n/2, q t(n + 1) = (n + 1)/2, and (1 - 2 bit) (1/2 + 2 m - n) = 1/2 for m = floor(n/2)."""
    low, high = n * (1 / (2 * q)), (n + 1) * (1 / (2 * q))
    turn = (1 - 2 * bit(n)) * (term("1/2") + 2 * floor(n / 2) - n) == term("1/2")
    return [
        pf.arith(q * low == n / 2, twice, multipliers=[n]),
        pf.arith(q * high == (n + 1) / 2, twice, multipliers=[n + 1]),
        pf.by_cases(parity(pf, n)[0], *[lambda b: pf.arith(turn, b, multipliers=[n, floor(n / 2), 1])] * 2),
    ]


def hinge_pieces(pf: Proof, g: Term) -> Fact:
    """Pieces(g, 2) for g(x) = 0 + 1 max(0, 0 + 1 x)."""
    zero, slope = lam(i, term(0) * i), lam(i, i - 1)
    y = pf.fresh("x", "real")
    relu = g(y).args[1].args[1]

    def line(n: Term, bounds: Fact) -> Fact:
        left, right = pf.assume(either(n == 1, zero(n - 1) <= y)), pf.assume(either(n == 2, y <= zero(n)))
        goal = g(y) == slope(n) * y + zero(n)
        cases = pf.lemma("max", *relu.args)

        def first(yes: Fact) -> Fact:
            one = pf.arith(n == 1, yes, bounds)
            low = pf.by_cases(right, lambda f: pf.arith(y <= 0, f, one), lambda f: pf.arith(y <= 0, f))
            flat = pf.by_cases(cases, *[lambda f: pf.arith(g(y) == 0, f, low)] * 2)
            return pf.arith(goal, flat, one, multipliers=[y, 1])

        def second(no: Fact) -> Fact:
            two_ = pf.arith(n == 2, no, bounds)
            high = pf.by_cases(left, lambda f: pf.arith(y >= 0, f, two_), lambda f: pf.arith(y >= 0, f))
            steep = pf.by_cases(cases, *[lambda f: pf.arith(g(y) == y, f, high)] * 2)
            return pf.arith(goal, steep, two_, multipliers=[y, 1])

        fact = pf.decide(n <= 1, first, second)
        return pf.general(y, pf.implication(left.formula, pf.implication(right.formula, fact)))

    goal = Pieces(g, 2)
    facts = pf.both(
        over(pf, 1, term(2) - 2, lambda n, b: pf.anything(zero(n) < zero(n + 1), pf.arith(false, b))),
        over(pf, 1, term(2) - 1, lambda n, _: pf.arith(negation(slope(n) == slope(n + 1)))),
        over(pf, 1, term(2), line),
    )
    return pf.restate(pf.both(pf.arith(term(2) >= 1), pf.witness(body(goal).args[1], zero, slope, zero, facts)), goal)


def one_piece(pf: Proof, g: Term) -> Fact:
    """AtMostPieces(g, 1) for g = 0."""
    u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
    none = lam(i, term(0) * i)
    flat = affine(pf, g, u, v, term(0), term(0), lambda c, _: pf.ring(g(c), 0 * c + 0))
    opened = body(AtMostPieces(g, 1))
    first = instance_of(opened, none, u, v)
    line = pf.implication(first.args[0], pf.implication(first.args[1].args[0], flat))
    return pf.restate(pf.witness(opened, none, pf.general(u, v, line)), AtMostPieces(g, 1))
