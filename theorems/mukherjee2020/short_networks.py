"""Derivations: compositions of sawtooths with four laps, of an absolute value, as networks with three units a layer.

The sawtooth with M = 6 and the nodes 1, 2, 4 has the slopes 6, -6, 3, -3 and 0 on the left. It is a combination of four
hinges, and of three where its argument is not negative, one of which faces left:
h(y) = 24 - 6 max(0, 4 - y) - 12 max(0, y - 1) + 9 max(0, y - 2).
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof, SearchFailed
from numerics.lemmas import over, under
from numerics.sums import equal_sums, sums_scaled
from numerics.terms import (
    Term,
    absolute,
    body,
    conj,
    exists,
    false,
    function,
    implies,
    instance_of,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.pwl import Composed, Linear, Network, Sawtooth, Simplex

i, j, l, q, x = integer("i"), integer("j"), integer("l"), integer("q"), real("x")

nodes = lam(i, where(i <= 2, i, 2 * i - 2))  # 0, 1, 2, 4, 6
bends = ((0, 0), (6, 0), (-6, 12), (3, -6), (-3, 18))  # slope and intercept up to 0, 1, 2, 4, and beyond
four_laps = lam(
    x, where(x <= 0, 0, where(x <= 1, 6 * x, where(x <= 2, 12 - 6 * x, where(x <= 4, 3 * x - 6, 18 - 3 * x))))
)


def choices(*values: object) -> Term:
    """The sequence that begins with these values."""
    *first, last = values
    result = term(last)
    for n, value in reversed(list(enumerate(first, start=1))):
        result = where(i <= n, value, result)
    return lam(i, result)


def chosen(pf: Proof, t: Term, *sides: Fact) -> Fact:
    """t, with its cases written out as the sides decide them."""
    steps, now = [], t
    for side in sides:
        steps.append(pf.lemma("if_false" if side.formula.op == "not" else "if_true", *now.args, using=[side]))
        now = steps[-1].formula.args[1]
    return pf.arith(t == now, *steps)


def bent(pf: Proof, y: Term, prove: Callable[[list[Fact]], Fact]) -> Fact:
    """What ``prove`` makes of each of the five cases: the bounds of y, and the value of four_laps(y) there."""

    def go(n: int, known: list[Fact]) -> Fact:
        a, c = bends[n]

        def here(*sides: Fact) -> Fact:
            return pf.arith(four_laps(y) == a * y + c, chosen(pf, four_laps(y), *sides))

        if n == 4:
            return prove([*known, here(*known)])
        return pf.decide(
            y <= (0, 1, 2, 4)[n],
            lambda yes: prove([*known[-1:], yes, here(*known, yes)]),
            lambda no: go(n + 1, [*known, no]),
        )

    return go(0, [])


def is_sawtooth(pf: Proof) -> Fact:
    """Simplex(nodes, 3, 6) and Sawtooth(four_laps, nodes, 3, 6)."""

    def node(n: int) -> Fact:
        return pf.compute(nodes(n) == (0, 1, 2, 4, 6)[n])

    def one_of(n: Term, last: int, facts: Fact, prove: Callable[[int, Fact], Fact], first: int = 0) -> Fact:
        """By cases first, ..., last of n."""
        if first == last:
            return prove(last, pf.arith(n == last, facts))
        return pf.decide(
            n <= first,
            lambda yes: prove(first, pf.arith(n == first, facts, yes)),
            lambda no: one_of(n, last, pf.both(facts, no), prove, first + 1),
        )

    hole = pf.fresh("q", "int")

    def moved(predicate: Term, number: Fact, fact: Fact) -> Fact:
        return pf.step("equality", [pf.symmetric(number), fact], [predicate])

    rising = over(
        pf,
        0,
        term(3),
        lambda n, b: one_of(
            n,
            3,
            b,
            lambda v, e: moved(lam(hole, nodes(hole) < nodes(hole + 1)), e, pf.compute(nodes(v) < nodes(term(v) + 1))),
        ),
    )
    simplex = pf.restate(pf.both(node(0), pf.compute(nodes(term(3) + 1) == 6), rising), Simplex(nodes, 3, 6))
    h, y = four_laps, pf.fresh("x", "real")

    def beyond(low: Term, value: Term) -> Fact:
        return pf.general(y, under(pf, low, lambda at: bent(pf, y, lambda f: pf.arith(value, at, *f))))

    definition = body(Sawtooth(h, nodes, 3, 6))
    parts = []
    while definition.op == "and":
        parts.append(definition.args[0])
        definition = definition.args[1]

    def at_node(i: Term | int) -> Term:
        """h(nodes(i)) = 6 (i mod 2), which ``parts[1]`` says for 1 <= i <= 3."""
        return instance_of(parts[1], i).args[1]

    def linear(v: int) -> Fact:
        u, w = nodes(v), nodes(term(v) + 1)
        ends = node(v), pf.compute(w == (1, 2, 4, 6)[v])
        values = [pf.compute(h(u) == (0, 6)[v % 2]), pf.compute(h(w) == (6, 0)[v % 2])]
        inside = conj(u <= y, y <= w)
        line = under(
            pf,
            inside,
            lambda at: bent(
                pf,
                y,
                lambda f: pf.arith(
                    h(y) * (w - u) == h(u) * (w - y) + h(w) * (y - u),
                    at,
                    *f,
                    *ends,
                    *values,
                    multipliers=[1, h(y), w - y, y - u, y],
                ),
            ),
        )
        return pf.restate(pf.general(y, line), Linear(h, u, w))

    sawtooth = pf.both(
        beyond(y <= 0, h(y) == 0),
        over(
            pf,
            1,
            term(3),
            lambda n, b: one_of(
                n, 3, b, lambda v, e: moved(lam(hole, at_node(hole)), e, pf.compute(at_node(v))), 1
            ),
        ),
        pf.compute(h(6) == 6 - h(nodes(3))),
        over(
            pf,
            0,
            term(3),
            lambda n, b: one_of(
                n, 3, b, lambda v, e: moved(lam(hole, Linear(h, nodes(hole), nodes(hole + 1))), e, linear(v))
            ),
        ),
        pf.general(
            y,
            under(
                pf,
                y >= 6,
                lambda at: bent(
                    pf,
                    y,
                    lambda f: pf.arith(
                        h(y) * (6 - nodes(3)) == h(nodes(3)) * (6 - y) + h(6) * (y - nodes(3)),
                        at,
                        *f,
                        node(3),
                        pf.compute(h(nodes(3)) == 6),
                        pf.compute(h(6) == 0),
                        multipliers=[1, h(y), 6 - y, y, y - nodes(3)],
                    ),
                ),
            ),
        ),
    )
    return pf.both(simplex, pf.restate(sawtooth, Sawtooth(h, nodes, 3, 6)))


def iterates(pf: Proof, h: Term, k: Term, least: Fact) -> Fact:
    """exists H: Composed(H, the constant sequence h, k), for k >= 0."""
    G = function("G", "int->real->real")
    factors = lam(i, h)

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        mark = pf.opened
        F, known = pf.obtain(here, "G")
        identity, following = pf.open_definition(known).split()
        more, y = lam(i, x, where(i <= n, F(i)(x), h(F(n)(x)))), pf.fresh("x", "real")
        start = pf.general(y, pf.arith(more(0)(y) == y, chosen(pf, more(term(0))(y), low), identity(y)))

        def link(m: Term, place: Fact) -> Fact:
            before = chosen(pf, more(m)(y), pf.arith(m <= n, place))
            inner = pf.congruent(h, before)

            def last(no: Fact) -> Fact:
                now = chosen(pf, more(m + 1)(y), no)
                return pf.arith(
                    more(m + 1)(y) == h(more(m)(y)),
                    now,
                    inner,
                    pf.congruent(lam(q, h(F(q)(y))), pf.arith(m == n, no, place)),
                )

            return pf.general(
                y,
                pf.decide(
                    m + 1 <= n,
                    lambda yes: pf.arith(
                        more(m + 1)(y) == h(more(m)(y)),
                        chosen(pf, more(m + 1)(y), yes),
                        inner,
                        following.apply(m, using=[place.left, yes])(y),
                    ),
                    last,
                ),
            )

        chain = pf.restate(pf.both(start, over(pf, 0, n + 1 - 1, link, "j")), Composed(more, factors, n + 1))
        return pf.close(pf.witness(exists(G, Composed(G, factors, n + 1)), more, chain), mark)

    single, y = lam(i, x, x), pf.fresh("x", "real")
    none = over(
        pf,
        0,
        term(0) - 1,
        lambda m, b: pf.general(y, pf.anything(single(m + 1)(y) == factors(m + 1)(single(m)(y)), pf.arith(false, b))),
        "j",
    )
    start = pf.restate(pf.both(pf.general(y, pf.reflexive(y)), none), Composed(single, factors, 0))
    return pf.induction(
        "n",
        0,
        lambda n: exists(G, Composed(G, factors, n)),
        pf.witness(exists(G, Composed(G, factors, term(0))), single, start),
        step,
    ).apply(k, using=[least])


# Hinges: layer l + 1 of the network takes y = H(l)(|x|), or x itself for l = 0, and H(l + 1)(|x|) is one of these.

flat = ((0, 6), (1, -12), (2, 9), (4, -6))  # cut and weight of the hinges of four_laps
even = ((1, 4, -6), (-1, -2, 9), (-1, -1, -12), (1, 0, 12), (1, -1, -12), (1, -2, 9), (1, -4, -6))  # of |x| before it
short = ((-1, 4, -6), (1, -1, -12), (1, -2, 9))  # slope, shift and weight, for arguments that are not negative


def combined(shift: int, hinges: tuple[tuple[int, int, int], ...], y: Term) -> Term:
    """shift + the sum of weight max(0, slope y + start)."""
    result = term(shift)
    for slope, start, weight in hinges:
        result = result + weight * maximum(0, start + slope * y)
    return result


four_hinges = tuple((1, -cut, weight) for cut, weight in flat)


def both_ways(pf: Proof, y: Term) -> Fact:
    """max(0, y) = y + max(0, -y)."""
    goal = maximum(0, y) == y + maximum(0, -y)
    return pf.by_cases(
        pf.lemma("max", 0, y),
        *[lambda f: pf.by_cases(pf.lemma("max", 0, -y), *[lambda g: pf.arith(goal, f, g)] * 2)] * 2,
    )


def hinge_formulas(pf: Proof) -> tuple[Fact, Fact, Fact]:
    """forall y: four_laps(y) in four hinges; in three for y >= 0; and four_laps(|y|) in seven."""
    h = four_laps

    def same(*terms: Term) -> list[Fact]:
        """Hinges of terms that are equal up to order."""
        hole = pf.fresh("x", "real")
        return [
            pf.congruent(lam(hole, maximum(0, hole)), pf.ring(a, b))
            for a, b in zip(terms[::2], terms[1::2], strict=True)
        ]

    def build() -> Fact:
        y = pf.fresh("y", "real")

        def case(f: list[Fact]) -> Fact:
            hinges = []
            for slope, start, _ in four_hinges:
                u = start + slope * y
                try_up = _sign(pf, u, f)
                hinges.append(
                    pf.by_cases(
                        pf.lemma("max", 0, u),
                        *[
                            lambda g, u=u, s=try_up: pf.arith(
                                maximum(0, u) == (u if s.formula.args[1].index == u.index else 0), g, s
                            )
                        ]
                        * 2,
                    )
                )
            return pf.arith(h(y) == combined(0, four_hinges, y), *f, *hinges)

        first = pf.general(y, bent(pf, y, case))
        positive = pf.assume(y >= 0)
        small = pf.by_cases(
            pf.lemma("max", 0, 0 + 1 * y), *[lambda g: pf.arith(maximum(0, 0 + 1 * y) == y, g, positive)] * 2
        )
        turn = both_ways(pf, -4 + 1 * y)
        second = pf.general(
            y,
            pf.implication(
                positive.formula,
                pf.arith(h(y) == combined(24, short, y), first(y), small, turn, *same(-(-4 + 1 * y), 4 + -1 * y)),
            ),
        )

        size = pf.lemma("abs", y)

        def right(f: Fact) -> Fact:
            value = pf.arith(h(absolute(y)) == h(y), pf.congruent(h, f.right))
            fixed = [
                pf.by_cases(pf.lemma("max", 0, u), *[lambda g, u=u, v=v: pf.arith(maximum(0, u) == v, g, f.left)] * 2)
                for u, v in ((4 + 1 * y, y + 4), (-2 + -1 * y, term(0)), (-1 + -1 * y, term(0)), (0 + 1 * y, y))
            ]
            return pf.arith(h(absolute(y)) == combined(24, even, y), value, first(y), *fixed)

        def left(f: Fact) -> Fact:
            y_ = -y
            value = pf.arith(h(absolute(y)) == h(y_), pf.congruent(h, f.right))
            fixed = [
                pf.by_cases(pf.lemma("max", 0, u), *[lambda g, u=u, v=v: pf.arith(maximum(0, u) == v, g, f.left)] * 2)
                for u, v in (
                    (0 + 1 * y, term(0)),
                    (-1 + 1 * y, term(0)),
                    (-2 + 1 * y, term(0)),
                    (-4 + 1 * y, term(0)),
                    (0 + 1 * y_, y_),
                )
            ]
            turn = both_ways(pf, 4 + 1 * y)
            return pf.arith(
                h(absolute(y)) == combined(24, even, y),
                value,
                first(y_),
                *fixed,
                turn,
                *same(-(4 + 1 * y), -4 + 1 * y_, -1 + 1 * y_, -1 + -1 * y, -2 + 1 * y_, -2 + -1 * y),
            )

        third = pf.general(y, pf.by_cases(size, right, left))
        return pf.both(first, second, third)

    return tuple(pf.once("hinges of four laps", build).split())


def _sign(pf: Proof, u: Term, facts: list[Fact]) -> Fact:
    """0 <= u or u <= 0, whichever follows from the facts."""
    try:
        return pf.arith(0 <= u, *facts)
    except SearchFailed:
        return pf.arith(u <= 0, *facts)


def in_range(pf: Proof, H: Term, k: Term, composed: Fact, y: Term) -> Fact:
    """forall l, 2 <= l <= k: H(l)(|y|) >= 0, and H(l)(|y|) <= 6 for 1 <= l <= k."""
    identity, following = pf.open_definition(composed).split()
    h, value = four_laps, lambda n: H(n)(absolute(y))

    def claim(n: Term) -> Term:
        return implies(n <= k, conj(value(n) <= 6, implies(n >= 2, value(n) >= 0)))

    def base() -> Fact:
        bound = pf.assume(term(1) <= k)
        next_ = following.apply(0, using=[pf.arith(term(0) <= k - 1, bound)])(absolute(y))
        start = pf.arith(
            value(term(1)) == h(absolute(y)),
            next_,
            pf.congruent(h, identity(absolute(y))),
            pf.congruent(lam(q, H(q)(absolute(y))), pf.ring(term(0) + 1, 1)),
        )
        size = pf.by_cases(pf.lemma("abs", y), *[lambda f: pf.arith(absolute(y) >= 0, f)] * 2)
        low = bent(pf, absolute(y), lambda f: pf.arith(value(term(1)) <= 6, start, size, *f))
        return pf.implication(
            bound.formula,
            pf.both(low, under(pf, term(1) >= 2, lambda f: pf.anything(value(term(1)) >= 0, pf.arith(false, f)))),
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(n + 1 <= k)
        before = here.apply(using=[pf.arith(n <= k, bound)]).left
        now = following.apply(n, using=[pf.arith(n >= 0, low), pf.arith(n <= k - 1, bound)])(absolute(y))
        now = pf.arith(value(n + 1) == h(value(n)), now)
        both = bent(
            pf,
            value(n),
            lambda f: pf.both(
                pf.arith(value(n + 1) <= 6, now, before, *f), pf.arith(value(n + 1) >= 0, now, before, *f)
            ),
        )
        return pf.implication(bound.formula, pf.both(both.left, pf.implication(n + 1 >= 2, both.right)))

    return pf.induction("n", 1, claim, base, step)


def short_network(pf: Proof, H: Term, k: Term, composed: Fact, many: Fact) -> tuple[list[Term], Fact, Fact, Fact]:
    """A network with k hidden layers for H(k)(|x|), where H iterates four_laps and k >= 2 (``many``): its units,
    weights, biases and widths, output weights and bias; Network, the formula for its output, and its size 3 k + 5."""
    identity, following = pf.open_definition(composed).split()
    first, second, third = hinge_formulas(pf)
    slopes, starts, weights = (
        [choices(*(row[n] for row in rows)) for rows in (even, four_hinges, short)] for n in range(3)
    )
    slope, start, weight = (
        lam(l, i, where(l <= 1, f[0](i), where(l <= 2, f[1](i), f[2](i)))) for f in (slopes, starts, weights)
    )
    shift = lam(l, where(l <= 1, 24, where(l <= 2, 0, 24)))
    carried = lam(l, x, where(l <= 0, x, H(l)(absolute(x))))
    units = lam(l, i, x, where(l <= 0, x, maximum(0, start(l)(i) + slope(l)(i) * carried(l - 1)(x))))
    W = lam(l, i, j, where(l <= 1, slope(l)(i), slope(l)(i) * weight(l - 1)(j)))
    bias = lam(l, i, where(l <= 1, start(l)(i), start(l)(i) + slope(l)(i) * shift(l - 1)))
    widths = lam(l, where(l <= 0, 1, where(l <= 1, 7, where(l <= 2, 4, 3))))
    y = pf.fresh("x", "real")
    ranges = in_range(pf, H, k, composed, y)

    def summed(n: Term, place: Fact) -> Fact:
        """H(n)(|y|) = shift(n) + sum of weight(n)(j) units(n)(j)(y), for 1 <= n <= k."""
        off = pf.arith(negation(n <= 0), place)
        below = following.apply(n - 1, using=[pf.arith(n - 1 >= 0, place), pf.arith(n - 1 <= k - 1, place)])(
            absolute(y)
        )
        index = pf.congruent(lam(q, H(q)(absolute(y))), pf.ring(n - 1 + 1, n))
        now = pf.arith(H(n)(absolute(y)) == four_laps(H(n - 1)(absolute(y))), below, index)

        def layer(
            rows: tuple[tuple[int, int, int], ...], base: int, sides: list[Fact], inner: Term, value: Fact
        ) -> Fact:
            """From value: H(n)(|y|) = combined(base, rows, inner), where carried(n - 1)(y) = inner."""
            count = chosen(pf, widths(n), off, *sides)
            summand = lam(j, weight(n)(j) * units(n)(j)(y))
            steps, equal = [pf.lemma("sum_empty", 1, 0, summand)], []
            for m, (a, c, kappa) in enumerate(rows, start=1):
                steps += [
                    pf.lemma("sum_step", 1, m - 1, summand),
                    pf.congruent(summand, pf.ring(term(m - 1) + 1, m)),
                    pf.congruent(lam(q, total(j, 1, q, summand(j))), pf.ring(term(m - 1) + 1, m)),
                ]
                numbers = [
                    pf.arith(f(n)(m) == v, chosen(pf, f(n)(m), *sides), pf.compute(g(m) == v))
                    for f, g, v in (
                        (slope, slopes[_part(sides)], a),
                        (start, starts[_part(sides)], c),
                        (weight, weights[_part(sides)], kappa),
                    )
                ]
                argument = pf.arith(
                    start(n)(m) + slope(n)(m) * carried(n - 1)(y) == c + a * inner,
                    *numbers,
                    value.left,
                    multipliers=[1, carried(n - 1)(y), a],
                )
                hole = pf.fresh("x", "real")
                unit = pf.arith(
                    units(n)(m)(y) == maximum(0, c + a * inner),
                    chosen(pf, units(n)(m)(y), off),
                    pf.congruent(lam(hole, maximum(0, hole)), argument),
                )
                equal.append(
                    pf.arith(
                        summand(m) == kappa * maximum(0, c + a * inner),
                        unit,
                        numbers[2],
                        multipliers=[units(n)(m)(y), kappa],
                    )
                )
            whole = pf.arith(total(j, 1, len(rows), summand(j)) == combined(base, rows, inner) - base, *steps, *equal)
            outer = pf.congruent(lam(q, total(j, 1, q, summand(j))), count)
            return pf.arith(
                H(n)(absolute(y)) == shift(n) + total(j, 1, widths(n), summand(j)),
                outer,
                whole,
                chosen(pf, shift(n), *sides),
                value.right,
            )

        def bottom(yes: Fact) -> Fact:
            zero = pf.arith(n - 1 <= 0, yes)
            at_zero = pf.congruent(lam(q, H(q)(absolute(y))), pf.arith(n - 1 == 0, yes, place))
            value = pf.arith(
                H(n)(absolute(y)) == combined(24, even, y),
                now,
                third(y),
                pf.congruent(four_laps, pf.arith(H(n - 1)(absolute(y)) == absolute(y), at_zero, identity(absolute(y)))),
            )
            return layer(even, 24, [yes], y, pf.both(chosen(pf, carried(n - 1)(y), zero), value))

        inner = H(n - 1)(absolute(y))

        def above(no: Fact) -> Fact:
            carries = chosen(pf, carried(n - 1)(y), pf.arith(negation(n - 1 <= 0), no))

            def two(yes: Fact) -> Fact:
                return layer(
                    four_hinges,
                    0,
                    [no, yes],
                    inner,
                    pf.both(carries, pf.arith(H(n)(absolute(y)) == combined(0, four_hinges, inner), now, first(inner))),
                )

            def more(high: Fact) -> Fact:
                positive = ranges.apply(
                    n - 1, using=[pf.arith(n - 1 >= 1, high), pf.arith(n - 1 <= k, place)]
                ).right.apply(using=[pf.arith(n - 1 >= 2, high)])
                value = second.apply(inner, using=[positive])
                return layer(
                    short,
                    24,
                    [no, high],
                    inner,
                    pf.both(carries, pf.arith(H(n)(absolute(y)) == combined(24, short, inner), now, value)),
                )

            return pf.decide(n <= 2, two, more)

        return pf.decide(n <= 1, bottom, above)

    sums = over(pf, 1, k, summed, "n")

    def wide(n: Term, place: Fact) -> Fact:
        off = pf.arith(negation(n <= 0), place)
        return pf.decide(
            n <= 1,
            lambda a: pf.arith(widths(n) >= 1, chosen(pf, widths(n), off, a)),
            lambda a: pf.decide(
                n <= 2,
                lambda c: pf.arith(widths(n) >= 1, chosen(pf, widths(n), off, a, c)),
                lambda c: pf.arith(widths(n) >= 1, chosen(pf, widths(n), off, a, c)),
            ),
        )

    def recursion(n: Term, place: Fact) -> Fact:
        up = pf.arith(negation(n + 1 <= 0), place)

        def unit(m: Term, inside: Fact) -> Fact:
            now = chosen(pf, units(n + 1)(m)(y), up)
            index = pf.congruent(lam(q, carried(q)(y)), pf.ring(n + 1 - 1, n))
            summand = lam(j, W(n + 1)(m)(j) * units(n)(j)(y))
            argument = bias(n + 1)(m) + total(j, 1, widths(n), summand(j))
            wanted = argument == start(n + 1)(m) + slope(n + 1)(m) * carried(n)(y)

            def lowest(yes: Fact) -> Fact:
                one, low = chosen(pf, widths(n), yes), pf.arith(n + 1 <= 1, yes)
                outer = pf.congruent(lam(q, total(j, 1, q, summand(j))), one)
                steps = pf.lemma("sum_empty", 1, 0, summand), pf.lemma("sum_step", 1, 0, summand)
                return pf.arith(
                    wanted,
                    outer,
                    *steps,
                    chosen(pf, W(n + 1)(m)(1), low),
                    chosen(pf, bias(n + 1)(m), low),
                    chosen(pf, units(n)(1)(y), yes),
                    chosen(pf, carried(n)(y), yes),
                    multipliers=[1, y, W(n + 1)(m)(1), units(n)(1)(y), slope(n + 1)(m)],
                )

            def higher(no: Fact) -> Fact:
                high = pf.arith(negation(n + 1 <= 1), no)
                plain, factor = lam(j, weight(n)(j) * units(n)(j)(y)), slope(n + 1)(m)
                index = pf.ring(n + 1 - 1, n)
                same = equal_sums(
                    pf,
                    term(1),
                    widths(n),
                    summand,
                    lam(j, factor * plain(j)),
                    lambda s, low, up: pf.arith(
                        summand(s) == factor * plain(s),
                        chosen(pf, W(n + 1)(m)(s), high),
                        pf.congruent(lam(q, weight(q)(s)), index),
                        multipliers=[units(n)(s)(y), factor * units(n)(s)(y)],
                    ),
                )
                some = wide(n, pf.both(pf.arith(1 <= n, no), pf.arith(n <= k, place)))
                out = sums_scaled(pf).apply(
                    1, widths(n), plain, factor, using=[pf.arith(term(1) <= widths(n) + 1, some)]
                )
                at_n = sums.apply(n, using=[pf.arith(1 <= n, no), pf.arith(n <= k, place)])
                return pf.arith(
                    wanted,
                    same,
                    out,
                    at_n,
                    chosen(pf, bias(n + 1)(m), high),
                    pf.congruent(shift, index),
                    chosen(pf, carried(n)(y), no),
                    multipliers=[1, factor],
                )

            hole = pf.fresh("x", "real")
            inner = pf.decide(n <= 0, lowest, higher)
            act = pf.congruent(
                lam(hole, maximum(0, hole)),
                pf.arith(
                    start(n + 1)(m) + slope(n + 1)(m) * carried(n + 1 - 1)(y) == argument,
                    inner,
                    index,
                    multipliers=[1, slope(n + 1)(m)],
                ),
            )
            return pf.general(y, pf.arith(units(n + 1)(m)(y) == maximum(0, argument), now, act))

        return over(pf, 1, widths(n + 1), unit)

    zero = pf.arith(term(0) <= 0)
    network = pf.restate(
        pf.both(
            chosen(pf, widths(term(0)), zero),
            over(pf, 1, k, wide, "l"),
            pf.general(y, chosen(pf, units(term(0))(term(1))(y), zero)),
            over(pf, 0, k - 1, recursion, "l"),
        ),
        Network(units, W, bias, widths, k),
    )
    output = sums.apply(k, using=[pf.arith(1 <= k, many), pf.arith(k <= k)])
    size = network_size(pf, widths, k, many)
    return [units, W, bias, widths, weight(k), shift(k)], network, pf.general(y, output), size


def _part(sides: list[Fact]) -> int:
    """Which of the three kinds of layers the sides choose."""
    return 0 if len(sides) == 1 else 1 if sides[1].formula.op == "<=" else 2


def network_size(pf: Proof, widths: Term, k: Term, many: Fact) -> Fact:
    """7 + 4 + 3 + ... + 3 = 3 k + 5."""

    def claim(n: Term) -> Term:
        return total(l, 1, n, widths(l)) == 3 * n + 5

    sizes = lam(l, widths(l))
    steps = [pf.lemma("sum_empty", 1, 0, sizes), pf.lemma("sum_step", 1, 0, sizes), pf.lemma("sum_step", 1, 1, sizes)]
    ends = [pf.congruent(sizes, pf.ring(term(n) + 1, n + 1)) for n in (0, 1)]
    ends += [pf.congruent(lam(q, total(l, 1, q, widths(l))), pf.ring(term(n) + 1, n + 1)) for n in (0, 1)]
    base = pf.arith(claim(term(2)), *steps, *ends, pf.compute(widths(1) == 7), pf.compute(widths(2) == 4))

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        sides = [pf.arith(negation(n + 1 <= b), low) for b in (0, 1, 2)]
        return pf.arith(
            claim(n + 1),
            here,
            pf.lemma("sum_step", 1, n, sizes, using=[pf.arith(term(1) <= n + 1, low)]),
            chosen(pf, widths(n + 1), *sides),
        )

    return pf.induction("n", 2, claim, base, step).apply(k, using=[many])
