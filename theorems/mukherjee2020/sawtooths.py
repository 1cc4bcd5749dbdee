"""Derivations about sawtooths and their compositions that several claims share."""

from collections.abc import Callable
from dataclasses import dataclass

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.terms import (
    Term,
    body,
    conj,
    either,
    every,
    exists,
    false,
    floor,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    term,
    var,
    where,
)
from theorems.mukherjee2020.pwl import Composed, Laps, Linear, Pieces, Sawtooth, Simplex, lap


@dataclass
class Nodes:
    """A sawtooth g with nodes a(0) = 0 < ... < a(p+1) = M, and what is known of it."""

    g: Term
    a: Term
    p: Term
    M: Term
    positive: Fact  # M > 0
    some: Fact  # p >= 1
    rising: Fact  # a(i) < a(i+1) for 0 <= i <= p
    first: Fact  # a(0) = 0
    last: Fact  # a(p+1) = M
    linear: Fact  # g is affine on [a(i), a(i+1)] for 0 <= i <= p
    values: Fact  # g(a(i)) is 0 or M for 0 <= i <= p+1
    flips: Fact  # g(a(i+1)) = M - g(a(i)) for 0 <= i <= p
    inside: Fact  # 0 <= a(i) <= M for 0 <= i <= p+1


def parity(pf: Proof, i: Term) -> tuple[Fact, Fact]:
    """i mod 2 is 0 or 1, and (i + 1) mod 2 = 1 - (i mod 2)."""
    both = pf.once("parity", lambda: _parity(pf))(i)
    return both.left, both.right


def _parity(pf: Proof) -> Fact:
    i = pf.fresh("i", "int")
    low, high = pf.lemma("floor", i / 2), pf.lemma("floor", (i + 1) / 2)
    q, next_q = floor(i / 2), floor((i + 1) / 2)
    bit = i - 2 * q
    either_bit = either(bit == 0, bit == 1)
    bits = pf.decide(
        bit <= 0,
        lambda yes: pf.or_intro(either_bit, pf.arith(bit == 0, yes, low)),
        lambda no: pf.or_intro(either_bit, pf.arith(bit == 1, no, low)),
    )
    flip = i + 1 - 2 * next_q == 1 - bit
    flipped = pf.by_cases(
        bits,
        lambda even: pf.arith(flip, even, pf.arith(next_q == q, even, low, high)),
        lambda odd: pf.arith(flip, odd, pf.arith(next_q == q + 1, odd, low, high)),
    )
    return pf.general(i, pf.both(bits, flipped))


def nodes(
    pf: Proof, g: Term, a: Term, p: Term, M: Term, simplex: Fact, sawtooth: Fact, positive: Fact, some: Fact
) -> Nodes:
    """Read Definition 5: the values 0 and M in turn at the nodes. ``some`` is p >= 1."""
    first, last, rising = pf.open_definition(simplex).split()
    flat, at_nodes, at_end, linear, _ = pf.open_definition(sawtooth).split()
    mod = lambda i: i - 2 * floor(i / 2)  # noqa: E731

    def level(i: Term, bounds: Fact) -> Fact:
        """g(a(i)) = M (i mod 2) for 0 <= i <= p."""
        goal = g(a(i)) == M * mod(i)

        def zero(no: Fact) -> Fact:
            is_zero = pf.arith(i == 0, no, bounds)
            start = pf.rewrite(pf.congruent(lam(integer("i"), g(a(integer("i")))), is_zero), first)
            even = pf.compute(mod(term(0)) == 0)
            bit = pf.congruent(lam(integer("i"), mod(integer("i"))), is_zero)
            return pf.arith(goal, start, flat.apply(0, using=[]), bit, even, multipliers=[M])

        return pf.decide(i >= 1, lambda yes: at_nodes.apply(i, using=[yes, bounds]), zero)

    levels = over(pf, 0, p, level)

    def flip(i: Term, bounds: Fact) -> Fact:
        goal = g(a(i + 1)) == M - g(a(i))

        def inner(yes: Fact) -> Fact:
            here, there = levels.apply(i, using=[bounds]), levels.apply(i + 1, using=[bounds, yes])
            return pf.arith(goal, here, there, parity(pf, i)[1], multipliers=[M])

        def end(no: Fact) -> Fact:
            is_p = pf.arith(i == p, no, bounds)
            moved = pf.rewrite(pf.congruent(lam(integer("i"), g(a(integer("i") + 1))), is_p), last)
            same_level = pf.congruent(lam(integer("i"), g(a(integer("i")))), is_p)
            return pf.arith(goal, moved, same_level, at_end)

        return pf.decide(i + 1 <= p, inner, end)

    flips = over(pf, 0, p, flip)

    def value(i: Term, bounds: Fact) -> Fact:
        goal = either(g(a(i)) == 0, g(a(i)) == M)

        def by_parity(yes: Fact) -> Fact:
            here = levels.apply(i, using=[bounds, yes])
            return pf.by_cases(
                parity(pf, i)[0],
                lambda e: pf.or_intro(goal, pf.arith(g(a(i)) == 0, here, e, multipliers=[M])),
                lambda o: pf.or_intro(goal, pf.arith(g(a(i)) == M, here, o, multipliers=[M])),
            )

        def end(no: Fact) -> Fact:
            is_end = pf.arith(i == p + 1, no, bounds)
            same_value = pf.congruent(lam(integer("i"), g(a(integer("i")))), is_end)
            here, flipped = levels.apply(p, using=[some]), flips.apply(p, using=[some])
            return pf.by_cases(
                parity(pf, p)[0],
                lambda e: pf.or_intro(goal, pf.arith(g(a(i)) == M, here, e, flipped, same_value, multipliers=[M])),
                lambda o: pf.or_intro(goal, pf.arith(g(a(i)) == 0, here, o, flipped, same_value, multipliers=[M])),
            )

        return pf.decide(i <= p, by_parity, end)

    values = over(pf, 0, p + 1, value)
    up = pf.induction(
        "i",
        0,
        lambda i: implies(i <= p + 1, a(i) >= 0),
        lambda: under(pf, term(0) <= p + 1, lambda b: pf.arith(a(term(0)) >= 0, first)),
        lambda i, low, h: under(
            pf, i + 1 <= p + 1, lambda b: pf.arith(a(i + 1) >= 0, h.apply(using=[b]), rising.apply(i, using=[low, b]))
        ),
    )
    down = pf.induction(
        "d",
        0,
        lambda d: implies(d <= p + 1, a(p + 1 - d) <= M),
        lambda: under(pf, term(0) <= p + 1, lambda b: pf.arith(a(p + 1 - 0) <= M, last)),
        lambda d, low, h: under(
            pf,
            d + 1 <= p + 1,
            lambda b: pf.arith(a(p + 1 - (d + 1)) <= M, h.apply(using=[b]), rising.apply(p - d, using=[low, b])),
        ),
    )

    def inside(i: Term, bounds: Fact) -> Fact:
        low = up.apply(i, using=[bounds])
        return pf.both(low, pf.arith(a(i) <= M, down.apply(p + 1 - i, using=[bounds])))

    return Nodes(g, a, p, M, positive, some, rising, first, last, linear, values, flips, over(pf, 0, p + 1, inside))


def laps_to(F: Term, M: Term, end: Term, n: Term) -> Term:
    """F has n laps on [0, end]."""
    s, i = function("s", "int->real"), integer("i")
    return exists(s, conj(s(0) == 0, s(n) == end, every(i, 0, n - 1, lap(F, M, s(i), s(i + 1)))))


def lap_of_composition(
    pf: Proof,
    saw: Nodes,
    f: Term,
    F: Term,
    composed: Fact,
    u: Term,
    v: Term,
    inner: Fact,
    rising: Fact | None,
    falling: Fact | None,
) -> tuple[Term, Fact, Fact, Fact]:
    """On one lap [u, v] of f, F = g o f has the laps of g: points q(0) = u, ..., q(p+1) = v, a function of the index,
    the facts q(0) = u and q(p+1) = v, and a lap of F on [q(j), q(j+1)] for every 0 <= j <= p."""
    g, a, p, M = saw.g, saw.a, saw.p, saw.M
    ordered, linear, flipped, _ = inner.left, inner.right.left, inner.right.right.left, inner.right.right.right
    line = pf.open_definition(linear)
    inverse = pf.lemma("inverse", M, using=[saw.positive])
    kappa = (v - u) * (1 / M)
    stretch = pf.arith(kappa * M == v - u, inverse, multipliers=[v - u])
    steep = pf.arith(kappa > 0, pf.arith(1 / M > 0, inverse, saw.positive), ordered)
    k = pf.fresh("kappa", "real")
    # kappa stays a variable in what follows, so that the arithmetic does not see how it is built.
    start = rising or falling
    up = rising is not None
    index = integer("j")
    q = lam(index, u + k * a(index)) if up else lam(index, v - k * a(p + 1 - index))
    assumed = [pf.assume(k * M == v - u), pf.assume(k > 0)]

    def value(x: Term, bounds: Fact) -> Fact:
        """k f(x) = x - u, or v - x, on [u, v]."""
        at = line.apply(x, using=[bounds])
        wanted = k * f(x) == (x - u if up else v - x)
        scaled = pf.arith(
            M * (k * f(x)) == M * (x - u if up else v - x), at, start, flipped, assumed[0], multipliers=[f(x), x, u, v]
        )
        return pf.arith(wanted, scaled, saw.positive)

    def one(j: Term, bounds: Fact) -> Fact:
        i = j if up else p - j
        left, right = q(j), q(j + 1)
        near, far = (i, i + 1) if up else (i + 1, i)
        sides = [saw.inside.apply(m, using=[bounds]) for m in (i, i + 1)]
        step = saw.rising.apply(i, using=[bounds])
        ordered_q = pf.arith(left < right, step, assumed[1])
        within = [
            pf.both(pf.arith(u <= c, *sides, *assumed), pf.arith(c <= v, *sides, *assumed)) for c in (left, right)
        ]
        ends = []
        for c, m, w in ((left, near, within[0]), (right, far, within[1])):
            reached = pf.arith(f(c) == a(m), pf.arith(k * f(c) == k * a(m), value(c, w)), assumed[1])
            ends.append(pf.arith(F(c) == g(a(m)), pf.congruent(g, reached), composed(c)))
        x = pf.fresh("x", "real")
        here = pf.assume(conj(left <= x, x <= right))
        at = value(x, pf.both(pf.arith(u <= x, here, within[0]), pf.arith(x <= v, here, within[1])))
        low = pf.arith(a(i) <= f(x), pf.arith(k * a(i) <= k * f(x), at, here), assumed[1])
        high = pf.arith(f(x) <= a(i + 1), pf.arith(k * f(x) <= k * a(i + 1), at, here), assumed[1])
        chord = pf.open_definition(saw.linear.apply(i, using=[bounds])).apply(f(x), using=[pf.both(low, high)])
        mixed = pf.arith(
            g(f(x)) * (right - left) == g(a(near)) * (right - x) + g(a(far)) * (x - left),
            chord,
            at,
            multipliers=[k, g(a(near)), g(a(far))],
        )
        affine = pf.arith(
            F(x) * (right - left) == F(left) * (right - x) + F(right) * (x - left),
            mixed,
            composed(x),
            *ends,
            multipliers=[right - left, right - x, x - left],
        )
        interpolates = pf.restate(pf.general(x, pf.implication(here.formula, affine)), Linear(F, left, right))
        turn = pf.arith(F(right) == M - F(left), *ends, saw.flips.apply(i, using=[bounds]))
        goal = either(F(left) == 0, F(left) == M)
        extreme = pf.by_cases(
            saw.values.apply(near, using=[bounds]),
            lambda z: pf.or_intro(goal, pf.arith(F(left) == 0, z, ends[0])),
            lambda m: pf.or_intro(goal, pf.arith(F(left) == M, m, ends[0])),
        )
        return pf.both(ordered_q, interpolates, turn, extreme)

    every_lap = over(pf, 0, p, one, "j")
    begins = pf.arith(q(term(0)) == u, saw.first if up else saw.last, assumed[0], multipliers=[k])
    finishes = pf.arith(q(p + 1) == v, saw.last if up else saw.first, assumed[0], multipliers=[k])
    together = pf.both(begins, finishes, every_lap)
    for fact in assumed:
        together = pf.implication(fact.formula, together)
    specific = pf.general(k, together).apply(kappa, using=[stretch, steep])
    q = lam(index, u + kappa * a(index)) if up else lam(index, v - kappa * a(p + 1 - index))
    return q, specific.left, specific.right.left, specific.right.right


def append(
    pf: Proof,
    F: Term,
    M: Term,
    before: Fact,
    N: Term,
    count: Fact,
    q: Term,
    P: Term,
    more: Fact,
    begins: Fact,
    finishes: Fact,
    laps: Fact,
    u: Term,
    v: Term,
) -> Fact:
    """N laps of F on [0, u] (``before``, with N >= 0 as ``count``) and P laps between q(0) = u and q(P) = v give N + P
    laps on [0, v]; ``more`` is P >= 1."""
    mark = pf.opened
    s, facts = pf.obtain(before, "s")
    s_first, s_last, s_laps = facts.split()
    index = integer("i")
    joined = lam(index, where(index <= N, s(index), q(index - N)))

    def early(i: Term, bound: Fact) -> Fact:
        """joined(i) = s(i) for i <= N."""
        return pf.lemma("if_true", i <= N, s(i), q(i - N), using=[bound])

    def late(i: Term, bound: Fact) -> Fact:
        """joined(i) = q(i - N) for i >= N; at N the two agree."""
        goal = joined(i) == q(i - N)

        def at(yes: Fact) -> Fact:
            is_n = pf.arith(i == N, yes, bound)
            s_here = pf.congruent(s, is_n)
            zero = pf.arith(i - N == 0, is_n)
            q_here = pf.congruent(lam(index, q(index)), zero)
            return pf.arith(goal, early(i, yes), s_here, s_last, q_here, begins)

        return pf.decide(i <= N, at, lambda no: pf.lemma("if_false", i <= N, s(i), q(i - N), using=[no]))

    def one(i: Term, bounds: Fact) -> Fact:
        goal = lap(F, M, joined(i), joined(i + 1))

        def old(yes: Fact) -> Fact:
            left, right = early(i, pf.arith(i <= N, yes)), early(i + 1, yes)
            lap_s = s_laps.apply(i, using=[bounds, yes])
            return pf.rewrite(pf.rewrite(lap_s, pf.symmetric(right)), pf.symmetric(left))

        def new(no: Fact) -> Fact:
            left, right = late(i, pf.arith(i >= N, no)), late(i + 1, pf.arith(i + 1 >= N, no))
            j = i - N
            lap_q = laps.apply(j, using=[bounds, no])
            right = pf.arith(joined(i + 1) == q(j + 1), right)
            return pf.rewrite(pf.rewrite(lap_q, pf.symmetric(right)), pf.symmetric(left))

        return pf.prove(goal, pf.decide(i + 1 <= N, old, new))

    all_laps = over(pf, 0, N + P - 1, one)
    first = pf.arith(joined(term(0)) == 0, early(term(0), count), s_first)
    end = late(N + P, pf.arith(N + P >= N, more))
    last = pf.arith(joined(N + P) == v, end, finishes)
    return pf.close(pf.witness(laps_to(F, M, v, N + P), joined, pf.both(first, last, all_laps)), mark)


def compose(
    pf: Proof, saw: Nodes, f: Term, F: Term, composed: Fact, n: Term, count: Fact, inner: Fact, some: Fact
) -> Fact:
    """Laps(f, M, n) and F = g o f give Laps(F, M, n (p+1)); ``composed`` is forall x. F(x) = g(f(x)), ``count`` is
    n >= 0, ``some`` is p >= 1."""
    M, P = saw.M, saw.p + 1
    mark = pf.opened
    t, facts = pf.obtain(pf.open_definition(inner), "t")
    t_first, t_last, t_laps = facts.split()

    def claim(m: Term) -> Term:
        return implies(m <= n, laps_to(F, M, t(m), m * P))

    def base(bound: Fact) -> Fact:
        zero = lam(integer("i"), term(0) * integer("i"))
        none = over(
            pf, 0, term(0) * P - 1, lambda i, b: pf.anything(lap(F, M, zero(i), zero(i + 1)), pf.arith(false, b))
        )
        end = pf.arith(zero(term(0) * P) == t(term(0)), t_first)
        return pf.witness(
            laps_to(F, M, t(term(0)), term(0) * P), zero, pf.both(pf.arith(zero(term(0)) == 0), end, none)
        )

    def step(m: Term, low: Fact, hypothesis: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = hypothesis.apply(using=[bound])
            u, v = t(m), t(m + 1)
            inner_lap = t_laps.apply(m, using=[low, bound])

            def one_way(fact: Fact, up: bool) -> Fact:
                q, begins, finishes, laps = lap_of_composition(
                    pf, saw, f, F, composed, u, v, inner_lap, fact if up else None, None if up else fact
                )
                more = pf.arith(P >= 1, some)
                counted = pf.arith(m * P >= 0, low, more)
                return append(pf, F, M, before, m * P, counted, q, P, more, begins, finishes, laps, u, v)

            grown = pf.by_cases(inner_lap.right.right.right, lambda z: one_way(z, True), lambda h: one_way(h, False))
            return pf.rewrite(grown, pf.ring(m * P + P, (m + 1) * P))

        return under(pf, m + 1 <= n, grow)

    ladder = pf.induction("m", 0, claim, lambda: under(pf, term(0) <= n, base), step)
    reached = ladder.apply(n, using=[count, pf.arith(n <= n)])
    final = pf.rewrite(reached, t_last)
    return pf.close(pf.restate(final, Laps(F, M, n * P)), mark)


def pieces_from_laps(
    pf: Proof,
    H: Term,
    M: Term,
    N: Term,
    count: Fact,
    positive: Fact,
    t: Term,
    t_facts: list[Fact],
    left: Fact,
    tail: Fact,
    flat: bool,
) -> Fact:
    """Pieces(H, N + 1) or, with ``flat``, Pieces(H, N + 2), from N >= 1 laps with cuts t.

    ``left``: H(x) = 0 for x <= 0. ``tail``: H(x) = 0 for x >= M when flat, else H(x) continues the last lap:
    H(x) (M - t(N-1)) = H(t(N-1)) (M - x) + H(M) (x - t(N-1)) for x >= t(N-1).
    """
    first, last, laps = t_facts
    n = N + 2 if flat else N + 1
    index = integer("i")
    run, rise = lam(index, t(index) - t(index - 1)), lam(index, H(t(index)) - H(t(index - 1)))
    slope = lam(index, rise(index) * (1 / run(index)))
    T = lam(index, t(index - 1))
    alpha = lam(index, where(index <= 1, 0, where(index <= N + 1, slope(index - 1), 0)))
    beta = lam(index, where(index <= 1, 0, where(index <= N + 1, H(t(index - 2)) - slope(index - 1) * t(index - 2), 0)))

    def of_lap(i: Term, bounds: Fact) -> tuple[Fact, Fact, Fact]:
        """For 1 <= i <= N: t(i) - t(i-1) > 0; slope(i) times that is the rise; the lap itself."""
        the_lap = laps.apply(i - 1, using=[bounds])
        positive_run = pf.arith(run(i) > 0, the_lap.left)
        nonzero = pf.arith(negation(run(i) == 0), positive_run)
        inverse = pf.lemma("inverse", run(i), using=[nonzero])
        return positive_run, pf.arith(slope(i) * run(i) == rise(i), inverse, multipliers=[rise(i)]), the_lap

    def signs(i: Term, bounds: Fact) -> Fact:
        """H(t(i-1)) = 0 and slope(i) > 0, or H(t(i-1)) = M and slope(i) < 0."""
        long, steep, the_lap = of_lap(i, bounds)
        goal = either(conj(H(t(i - 1)) == 0, slope(i) > 0), conj(H(t(i - 1)) == M, slope(i) < 0))
        turned = pf.arith(rise(i) == M - 2 * H(t(i - 1)), the_lap.right.right.left)
        sigma, width = pf.fresh("sigma", "real"), pf.fresh("width", "real")

        def cancel(sign: Term, product: Fact) -> Fact:
            """The sign of sigma from that of sigma * width, width > 0."""
            facts = [
                pf.assume(width > 0),
                pf.assume(sigma * width > 0 if sign.args[0].op == "num" else sigma * width < 0),
            ]
            general = pf.arith(sign, *facts)
            for f in facts:
                general = pf.implication(f.formula, general)
            return pf.general(sigma, width, general).apply(slope(i), run(i), using=[product, long])

        def zero(z: Fact) -> Fact:
            z = pf.arith(H(t(i - 1)) == 0, z)
            up = pf.arith(slope(i) * run(i) > 0, steep, turned, z, positive)
            return pf.or_intro(goal, pf.both(z, cancel(sigma > 0, up)))

        def full(m: Fact) -> Fact:
            m = pf.arith(H(t(i - 1)) == M, m)
            down = pf.arith(slope(i) * run(i) < 0, steep, turned, m, positive)
            return pf.or_intro(goal, pf.both(m, cancel(sigma < 0, down)))

        return pf.by_cases(the_lap.right.right.right, zero, full)

    all_signs = over(pf, 1, N, signs)

    def first_piece(i: Term, at: Fact) -> tuple[Fact, Fact]:
        return tuple(pf.lemma("if_true", *c(i).args, using=[at]) for c in (alpha, beta))  # type: ignore[return-value]

    def middle(i: Term, above: Fact, below: Fact) -> tuple[Fact, Fact]:
        """alpha(i), beta(i) for 2 <= i <= N + 1."""
        facts = []
        for c in (alpha, beta):
            outer = pf.lemma("if_false", *c(i).args, using=[above])
            inner = pf.lemma("if_true", *c(i).args[2].args, using=[below])
            facts.append(pf.arith(c(i) == c(i).args[2].args[1], outer, inner))
        return facts[0], facts[1]

    def final(i: Term, above: Fact, beyond: Fact) -> tuple[Fact, Fact]:
        facts = []
        for c in (alpha, beta):
            outer = pf.lemma("if_false", *c(i).args, using=[above])
            inner = pf.lemma("if_false", *c(i).args[2].args, using=[beyond])
            facts.append(pf.arith(c(i) == 0, outer, inner))
        return facts[0], facts[1]

    def increasing(i: Term, bounds: Fact) -> Fact:
        return pf.arith(T(i) < T(i + 1), laps.apply(i - 1, using=[bounds]).left)

    def different(i: Term, bounds: Fact) -> Fact:
        goal = alpha(i) == alpha(i + 1)

        def start(at: Fact) -> Fact:
            here = first_piece(i, at)[0]
            after = middle(i + 1, pf.arith(negation(i + 1 <= 1), bounds), pf.arith(i + 1 <= N + 1, at, count))[0]
            is_one = pf.arith(i == 1, at, bounds)
            sign = all_signs.apply(i, using=[bounds, pf.arith(i <= N, is_one, count)])
            same = pf.arith(slope(i + 1 - 1) == slope(i), pf.ring(slope(i + 1 - 1), slope(i)))
            return pf.refute(
                goal,
                lambda eq: pf.by_cases(
                    sign,
                    lambda s: pf.arith(false, eq, here, after, same, s),
                    lambda s: pf.arith(false, eq, here, after, same, s),
                ),
            )

        def later(no: Fact) -> Fact:
            def inner(yes: Fact) -> Fact:
                here = middle(i, no, pf.arith(i <= N + 1, yes))[0]
                after = middle(i + 1, pf.arith(negation(i + 1 <= 1), no), pf.arith(i + 1 <= N + 1, yes))[0]
                before = all_signs.apply(i - 1, using=[no, yes])
                now = all_signs.apply(i, using=[bounds, yes])
                turn = laps.apply(i - 2, using=[no, yes]).right.right.left
                turn = pf.arith(H(t(i - 1)) == M - H(t(i - 1 - 1)), turn)
                clash = lambda eq, s, r: pf.arith(false, eq, here, after, s, r, turn, positive)  # noqa: E731
                return pf.refute(
                    goal,
                    lambda eq: pf.by_cases(
                        before,
                        lambda s: pf.by_cases(now, lambda r: clash(eq, s, r), lambda r: clash(eq, s, r)),
                        lambda s: pf.by_cases(now, lambda r: clash(eq, s, r), lambda r: clash(eq, s, r)),
                    ),
                )

            def end(beyond: Fact) -> Fact:
                if not flat:
                    return pf.anything(negation(goal), pf.arith(false, bounds, beyond))
                here = middle(i, no, pf.arith(i <= N + 1, bounds))[0]
                after = final(i + 1, pf.arith(negation(i + 1 <= 1), no), pf.arith(negation(i + 1 <= N + 1), beyond))[0]
                sign = all_signs.apply(i - 1, using=[no, bounds])
                return pf.refute(
                    goal,
                    lambda eq: pf.by_cases(
                        sign,
                        lambda s: pf.arith(false, eq, here, after, s),
                        lambda s: pf.arith(false, eq, here, after, s),
                    ),
                )

            return pf.decide(i <= N, inner, end)

        return pf.decide(i <= 1, start, later)

    def formula(i: Term, bounds: Fact) -> Fact:
        x = pf.fresh("x", "real")
        goal = H(x) == alpha(i) * x + beta(i)
        left_of, right_of = either(i == 1, T(i - 1) <= x), either(i == n, x <= T(i))
        above, below = pf.assume(left_of), pf.assume(right_of)

        def start(at: Fact) -> Fact:
            here = first_piece(i, at)

            def inside(x_low: Fact) -> Fact:
                is_one = pf.arith(i - 1 == 0, at, bounds)
                origin = pf.arith(T(i) == 0, pf.congruent(t, is_one), first)
                return pf.arith(goal, *here, left.apply(x, using=[pf.arith(x <= 0, x_low, origin)]), multipliers=[x])

            return pf.by_cases(below, lambda eq: pf.anything(goal, pf.arith(false, eq, at, count)), inside)

        def later(no: Fact) -> Fact:
            x_low = pf.by_cases(above, lambda eq: pf.anything(T(i - 1) <= x, pf.arith(false, eq, no)), lambda b: b)
            x_low = pf.arith(t(i - 2) <= x, x_low)

            def on_lap(yes: Fact) -> Fact:
                here = middle(i, no, yes)
                long, steep, the_lap = of_lap(i - 1, pf.both(pf.arith(i - 1 >= 1, no), pf.arith(i - 1 <= N, yes)))
                chord = H(x) * run(i - 1) == H(t(i - 2)) * (t(i - 1) - x) + H(t(i - 1)) * (x - t(i - 2))
                line = pf.open_definition(the_lap.right.left)

                def interior(x_high: Fact) -> Fact:
                    return pf.arith(chord, line.apply(x, using=[x_low, x_high]))

                def unbounded(eq: Fact) -> Fact:
                    if flat:
                        return pf.anything(chord, pf.arith(false, eq, yes))
                    ends = pf.congruent(t, pf.arith(i - 1 == N, eq)), pf.congruent(t, pf.arith(i - 2 == N - 1, eq))
                    top = pf.arith(t(i - 1) == M, ends[0], last)
                    at_top = pf.congruent(H, top)
                    at_low = pf.congruent(H, pf.arith(t(i - 2) == t(N - 1), ends[1]))
                    beyond = tail.apply(x, using=[pf.arith(t(N - 1) <= x, x_low, ends[1])])
                    return pf.arith(
                        chord,
                        beyond,
                        top,
                        ends[1],
                        at_top,
                        at_low,
                        multipliers=[H(x), x, H(t(N - 1)), H(M), t(i - 2), t(i - 1), M],
                    )

                at = pf.by_cases(below, unbounded, interior)
                value = pf.arith(
                    (H(x) - (slope(i - 1) * (x - t(i - 2)) + H(t(i - 2)))) * run(i - 1) == 0,
                    at,
                    steep,
                    multipliers=[x - t(i - 2), x, t(i - 2)],
                )
                gap, width = pf.fresh("gap", "real"), pf.fresh("width", "real")
                given = [pf.assume(gap * width == 0), pf.assume(width > 0)]
                cancelled = pf.arith(gap == 0, *given)
                for f in reversed(given):
                    cancelled = pf.implication(f.formula, cancelled)
                zero = pf.general(gap, width, cancelled).apply(
                    H(x) - (slope(i - 1) * (x - t(i - 2)) + H(t(i - 2))), run(i - 1), using=[value, long]
                )
                return pf.arith(goal, zero, *here, multipliers=[x])

            def beyond_all(out: Fact) -> Fact:
                if not flat:
                    return pf.anything(goal, pf.arith(false, bounds, out))
                here = final(i, no, out)
                is_last = pf.arith(i - 2 == N, out, bounds)
                edge = pf.arith(t(i - 2) == M, pf.congruent(t, is_last), last)
                return pf.arith(goal, *here, tail.apply(x, using=[pf.arith(x >= M, x_low, edge)]), multipliers=[x])

            return pf.decide(i <= N + 1, on_lap, beyond_all)

        value = pf.decide(i <= 1, start, later)
        return pf.general(x, pf.implication(left_of, pf.implication(right_of, value)))

    goal = Pieces(H, n)
    parts = pf.both(over(pf, 1, n - 2, increasing), over(pf, 1, n - 1, different), over(pf, 1, n, formula))
    opened = pf.both(pf.arith(n >= 1, count), pf.witness(body(goal).args[1], T, alpha, beta, parts))
    return pf.restate(opened, goal)


@dataclass
class Composition:
    """What :func:`composition` knows of H(k) = h(k) o ... o h(1), all with nodes in the simplex of M and p."""

    M: Term
    p: Term
    k: Term
    a: Term
    h: Term
    H: Term
    positive: Fact  # M > 0
    some: Fact  # p >= 1
    factors: Fact  # for 1 <= j <= k: Simplex(a(j), p, M) and Sawtooth(h(j), a(j), p, M)
    identity: Fact  # H(0)(x) = x
    next: Fact  # H(j+1)(x) = h(j+1)(H(j)(x)) for 0 <= j < k

    def nodes(self, pf: Proof, j: Term, *bounds: Fact) -> Nodes:
        """The nodes of h(j), for 1 <= j <= k; proved once for all j."""

        def once() -> Fact:
            i = pf.fresh("j", "int")
            inside = pf.assume(conj(i >= 1, i <= self.k))
            simplex, sawtooth = self.factors.apply(i, using=[inside]).split()
            n = nodes(pf, self.h(i), self.a(i), self.p, self.M, simplex, sawtooth, self.positive, self.some)
            facts = pf.both(n.rising, n.first, n.last, n.linear, n.values, n.flips, n.inside)
            return pf.general(i, pf.implication(inside.formula, facts))

        facts = pf.once(f"nodes of {self.H}", once).apply(j, using=bounds).split()
        return Nodes(self.h(j), self.a(j), self.p, self.M, self.positive, self.some, *facts)


def laps_of_composition(pf: Proof, c: Composition) -> Fact:
    """For 0 <= j <= k: H(j) has (p+1)^j laps; by induction on j."""
    P = c.p + 1

    def base(bound: Fact) -> Fact:
        index, x = integer("i"), pf.fresh("x", "real")
        t = lam(index, index * c.M)
        F = c.H(0)

        def one(i: Term, bounds: Fact) -> Fact:
            ends = c.identity(t(i)), c.identity(t(i + 1))
            zero = pf.arith(i == 0, bounds)
            line = F(x) * (t(i + 1) - t(i)) == F(t(i)) * (t(i + 1) - x) + F(t(i + 1)) * (x - t(i))
            flat = pf.arith(line, c.identity(x), *ends, multipliers=[t(i + 1) - t(i), t(i + 1) - x, x - t(i)])
            inside = conj(t(i) <= x, x <= t(i + 1))
            linear = pf.restate(pf.general(x, pf.implication(inside, flat)), Linear(F, t(i), t(i + 1)))
            start = pf.arith(F(t(i)) == 0, ends[0], zero, multipliers=[c.M])
            turn = pf.arith(F(t(i + 1)) == c.M - F(t(i)), *ends, zero, multipliers=[c.M])
            extreme = pf.or_intro(either(F(t(i)) == 0, F(t(i)) == c.M), start)
            return pf.both(pf.arith(t(i) < t(i + 1), c.positive), linear, turn, extreme)

        one_lap = pf.both(pf.arith(t(term(0)) == 0), pf.ring(t(term(1)), c.M), over(pf, 0, term(1) - 1, one))
        formula = laps_to(F, c.M, c.M, term(1))
        laps = pf.restate(pf.witness(formula, t, one_lap), Laps(F, c.M, 1))
        return pf.rewrite(laps, pf.symmetric(pf.lemma("power_zero", P)))

    def step(j: Term, low: Fact, hypothesis: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            saw = c.nodes(pf, j + 1, low, bound)
            inner = hypothesis.apply(using=[bound])
            power = pf.lemma("power_step", P, j, using=[low])
            grown = compose(
                pf,
                saw,
                c.H(j),
                c.H(j + 1),
                c.next.apply(j, using=[low, bound]),
                P**j,
                pf.arith(P**j >= 0, power_positive(pf, P, c.some).apply(j, using=[low])),
                inner,
                c.some,
            )
            return pf.rewrite(grown, pf.symmetric(power))

        return under(pf, j + 1 <= c.k, grow)

    return pf.induction(
        "j", 0, lambda j: implies(j <= c.k, Laps(c.H(j), c.M, P**j)), lambda: under(pf, term(0) <= c.k, base), step
    )


def power_positive(pf: Proof, P: Term, some: Fact) -> Fact:
    """forall j >= 0: P^j >= 1, for P >= 1 (which ``some`` implies)."""
    return pf.induction(
        "j",
        0,
        lambda j: P**j >= 1,
        lambda: pf.arith(P ** term(0) >= 1, pf.lemma("power_zero", P)),
        lambda j, low, h: pf.arith(
            P ** (j + 1) >= 1, pf.lemma("power_step", P, j, using=[low]), h, pf.arith(P >= 1, some)
        ),
    )


def left_tail(pf: Proof, c: Composition) -> Fact:
    """For 1 <= j <= k and x <= 0: H(j)(x) = 0."""

    def flat(j: Term, *bounds: Fact) -> Fact:
        return pf.open_definition(c.factors.apply(j, using=bounds).right).left

    def claim(j: Term) -> Term:
        x = _X
        return implies(j <= c.k, forall(x, implies(x <= 0, c.H(j)(x) == 0)))

    def base(bound: Fact) -> Fact:
        def value(x: Term, given: Fact) -> Fact:
            first = pf.arith(c.H(1)(x) == c.h(1)(c.H(0)(x)), c.next.apply(0, x, using=[bound]))
            inner = pf.congruent(c.h(1), c.identity(x))
            return pf.arith(c.H(term(1))(x) == 0, first, inner, flat(term(1), bound).apply(x, using=[given]))

        return _beyond(pf, lambda x: x <= 0, value)

    def step(j: Term, low: Fact, hypothesis: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            def value(x: Term, given: Fact) -> Fact:
                inner = pf.congruent(c.h(j + 1), hypothesis.apply(using=[bound]).apply(x, using=[given]))
                zero = flat(j + 1, low, bound).apply(0, using=[])
                return pf.arith(c.H(j + 1)(x) == 0, c.next.apply(j, using=[low, bound])(x), inner, zero)

            return _beyond(pf, lambda x: x <= 0, value)

        return under(pf, j + 1 <= c.k, grow)

    return pf.induction("j", 1, claim, lambda: under(pf, term(1) <= c.k, base), step)


_X = var("x", "real")


def _beyond(pf: Proof, side: Callable[[Term], Term], value: Callable[[Term, Fact], Fact]) -> Fact:
    """forall x, side(x) => what ``value(x, side(x))`` proves."""
    x = pf.fresh("x", "real")
    return pf.general(x, under(pf, side(x), lambda given: value(x, given)))


def flat_right_tail(pf: Proof, c: Composition, odd: Fact) -> Fact:
    """For p odd and 2 <= j <= k: H(j)(x) = 0 for x >= M. ``odd`` is p mod 2 = 1."""

    def flat(j: Term, *bounds: Fact) -> Fact:
        return pf.open_definition(c.factors.apply(j, using=bounds).right).left

    def claim(j: Term) -> Term:
        return implies(j <= c.k, forall(_X, implies(_X >= c.M, c.H(j)(_X) == 0)))

    def base(bound: Fact) -> Fact:
        one = pf.arith(term(1) <= c.k, bound)
        saw = c.nodes(pf, term(1), one)
        _, at_nodes, at_end, _, tail = pf.open_definition(c.factors.apply(1, using=[one]).right).split()
        top = pf.arith(c.h(1)(c.a(1)(c.p)) == c.M, at_nodes.apply(c.p, using=[c.some]), odd, multipliers=[c.M])
        bottom = pf.arith(c.h(1)(c.M) == 0, at_end, top)
        last = pf.arith(c.M - c.a(1)(c.p) > 0, saw.rising.apply(c.p, using=[c.some]), saw.last)

        def value(x: Term, given: Fact) -> Fact:
            falls = pf.arith(
                c.h(1)(x) * (c.M - c.a(1)(c.p)) <= 0,
                pf.arith(
                    c.h(1)(x) * (c.M - c.a(1)(c.p)) == c.M * (c.M - x),
                    tail.apply(x, using=[given]),
                    top,
                    bottom,
                    multipliers=[c.M - x, x - c.a(1)(c.p)],
                ),
                given,
                c.positive,
            )
            negative = pf.arith(c.h(1)(x) <= 0, falls, last)
            first = pf.arith(c.H(1)(x) == c.h(1)(c.H(0)(x)), c.next.apply(0, x, using=[one]))
            inner = pf.arith(c.H(1)(x) == c.h(1)(x), first, pf.congruent(c.h(1), c.identity(x)))
            second = pf.arith(c.H(2)(x) == c.h(2)(c.H(1)(x)), c.next.apply(1, x, using=[bound]))
            argument = pf.arith(c.H(1)(x) <= 0, inner, negative)
            return pf.arith(c.H(term(2))(x) == 0, second, flat(term(2), bound).apply(c.H(1)(x), using=[argument]))

        return _beyond(pf, lambda x: x >= c.M, value)

    def step(j: Term, low: Fact, hypothesis: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            def value(x: Term, given: Fact) -> Fact:
                inner = pf.congruent(c.h(j + 1), hypothesis.apply(using=[bound]).apply(x, using=[given]))
                zero = flat(j + 1, low, bound).apply(0, using=[])
                return pf.arith(c.H(j + 1)(x) == 0, c.next.apply(j, using=[low, bound])(x), inner, zero)

            return _beyond(pf, lambda x: x >= c.M, value)

        return under(pf, j + 1 <= c.k, grow)

    return pf.induction("j", 2, claim, lambda: under(pf, term(2) <= c.k, base), step)


def chord(f: Term, s: Term, M: Term, x: Term) -> Term:
    """f at x lies on the line through its values at s and M."""
    return f(x) * (M - s) == f(s) * (M - x) + f(M) * (x - s)


def ray(f: Term, s: Term, M: Term) -> Term:
    """f is affine on [s, infinity), s < M, and 0 at one of s and M and M at the other."""
    return conj(s < M, f(M) == M - f(s), either(f(s) == 0, f(s) == M), forall(_X, implies(s <= _X, chord(f, s, M, _X))))


def last_piece(pf: Proof, saw: Nodes, beyond: Fact) -> Fact:
    """The sawtooth is affine on [a(p), infinity); ``beyond`` is the clause of Definition 5 on x >= M."""
    h, M, p = saw.g, saw.M, saw.p
    s = saw.a(p)
    some = pf.arith(p <= p)
    bounds = pf.both(saw.some, some)
    segment = pf.open_definition(saw.linear.apply(p, using=[bounds]))

    def value(x: Term, given: Fact) -> Fact:
        def inner(below: Fact) -> Fact:
            at = segment.apply(x, using=[given, below, pf.arith(x <= saw.a(p + 1), below, saw.last)])
            end = pf.congruent(h, saw.last)
            return pf.arith(chord(h, s, M, x), at, end, saw.last, multipliers=[h(x), h(s), x - s, x, s, M])

        return pf.decide(x <= M, inner, lambda no: beyond.apply(x, using=[no]))

    return _beyond(pf, lambda x: x >= s, value)


def last_ray(pf: Proof, c: Composition, j: Term, *bounds: Fact) -> Fact:
    """The last piece of the sawtooth h(j), and its values at a(p) and M."""
    saw = c.nodes(pf, j, *bounds)
    _, _, at_end, _, beyond = pf.open_definition(c.factors.apply(j, using=bounds).right).split()
    last = pf.arith(saw.a(c.p) < c.M, saw.rising.apply(c.p, using=[c.some]), saw.last)
    return pf.both(last, at_end, saw.values.apply(c.p, using=[c.some]), last_piece(pf, saw, beyond))


def rising_ray(pf: Proof, c: Composition, even: Fact) -> Fact:
    """For p even and 1 <= j <= k: H(j) is affine and rises from 0 on some [s, infinity), s < M."""

    def rises(f: Term, s: Term) -> Term:
        return conj(s < c.M, f(s) == 0, f(c.M) == c.M, forall(_X, implies(s <= _X, chord(f, s, c.M, _X))))

    s_name = var("s", "real")

    def claim(j: Term) -> Term:
        return implies(j <= c.k, exists(s_name, rises(c.H(j), s_name)))

    def factor(j: Term, *bounds: Fact) -> list[Fact]:
        """s < M, h(s) = 0, h(M) = M, the chord, for h = h(j), s = a(j)(p)."""
        below, turned, _, line = last_ray(pf, c, j, *bounds).split()
        at_nodes = pf.open_definition(c.factors.apply(j, using=bounds).right).split()[1]
        zero = pf.arith(c.h(j)(c.a(j)(c.p)) == 0, at_nodes.apply(c.p, using=[c.some]), even, multipliers=[c.M])
        return [below, zero, pf.arith(c.h(j)(c.M) == c.M, turned, zero), line]

    def base(bound: Fact) -> Fact:
        s, f = c.a(1)(c.p), c.H(term(1))
        below, zero, top, line = factor(term(1), bound)

        def equal(x: Term) -> Fact:
            first = pf.arith(f(x) == c.h(1)(c.H(0)(x)), c.next.apply(0, x, using=[bound]))
            return pf.arith(f(x) == c.h(1)(x), first, pf.congruent(c.h(1), c.identity(x)))

        at_s, at_M = equal(s), equal(c.M)
        lines = _beyond(
            pf,
            lambda x: x >= s,
            lambda x, g: pf.arith(
                chord(f, s, c.M, x),
                line.apply(x, using=[g]),
                equal(x),
                at_s,
                at_M,
                multipliers=[c.M - s, c.M - x, x - s],
            ),
        )
        facts = pf.both(below, pf.arith(f(s) == 0, at_s, zero), pf.arith(f(c.M) == c.M, at_M, top), lines)
        return pf.witness(exists(s_name, rises(f, s_name)), s, facts)

    def step(j: Term, low: Fact, hypothesis: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            s, facts = pf.obtain(hypothesis.apply(using=[bound]), "s")
            below, zero, top, line = facts.split()
            g_below, g_zero, g_top, g_line = factor(j + 1, low, bound)
            f, F, g, a = c.H(j), c.H(j + 1), c.h(j + 1), c.a(j + 1)(c.p)
            composed = c.next.apply(j, using=[low, bound])
            inverse = pf.lemma("inverse", c.M, using=[c.positive])
            ratio = pf.fresh("kappa", "real")
            kappa = (c.M - s) * (1 / c.M)
            stretch = pf.arith(kappa * c.M == c.M - s, inverse, multipliers=[c.M - s])
            steep = pf.arith(kappa > 0, pf.arith(1 / c.M > 0, inverse, c.positive), below)
            given = [pf.assume(ratio * c.M == c.M - s), pf.assume(ratio > 0)]
            start = s + ratio * a  # where f reaches the last node of g
            node = c.nodes(pf, j + 1, low, bound).inside.apply(c.p, using=[c.some])

            def value(x: Term, at: Fact) -> Fact:
                """ratio f(x) = x - s for x >= s."""
                scaled = pf.arith(
                    c.M * (ratio * f(x)) == c.M * (x - s),
                    line.apply(x, using=[at]),
                    zero,
                    top,
                    given[0],
                    multipliers=[f(x), c.M - x, x - s],
                )
                return pf.arith(ratio * f(x) == x - s, scaled, c.positive)

            after = pf.arith(s <= start, given[1], node)
            reached = pf.arith(f(start) == a, pf.arith(ratio * f(start) == ratio * a, value(start, after)), given[1])
            F_start = pf.arith(F(start) == 0, composed(start), pf.congruent(g, reached), g_zero)
            F_top = pf.arith(F(c.M) == c.M, composed(c.M), pf.congruent(g, top), g_top)
            early = pf.arith(start < c.M, pf.arith(ratio * a < ratio * c.M, g_below, given[1]), given[0])

            def at(x: Term, beyond: Fact) -> Fact:
                here = value(x, pf.arith(s <= x, beyond, after))
                high = pf.arith(f(x) >= a, pf.arith(ratio * f(x) >= ratio * a, here, beyond), given[1])
                on_g = g_line.apply(f(x), using=[high])
                plain = pf.arith(
                    g(f(x)) * (c.M - a) == c.M * (f(x) - a), on_g, g_zero, g_top, multipliers=[c.M - f(x), f(x) - a]
                )
                scaled = pf.arith(
                    F(x) * (c.M - start) == c.M * (x - start),
                    plain,
                    composed(x),
                    here,
                    given[0],
                    multipliers=[ratio, c.M, F(x), g(f(x)), c.M - start, ratio * (c.M - a)],
                )
                return pf.arith(chord(F, start, c.M, x), scaled, F_start, F_top, multipliers=[c.M - x, x - start])

            lines = _beyond(pf, lambda x: x >= start, at)
            found = pf.witness(exists(s_name, rises(F, s_name)), start, pf.both(early, F_start, F_top, lines))
            for fact in reversed(given):
                found = pf.implication(fact.formula, found)
            return pf.general(ratio, found).apply(kappa, using=[stretch, steep])

        return under(pf, j + 1 <= c.k, grow)

    return pf.induction("j", 1, claim, lambda: under(pf, term(1) <= c.k, base), step)


def continues(pf: Proof, H: Term, M: Term, positive: Fact, t0: Term, the_lap: Fact, s: Term, the_ray: Fact) -> Fact:
    """A lap on [t0, M] and a ray from s on which H takes the same two values: they start at one point, so H continues
    the lap: for x >= t0, H(x) lies on its line. The lap's end must be spelled M."""
    _, linear, flipped, extreme = the_lap.split()
    below, turned, _, line = the_ray.split()
    segment = pf.open_definition(linear)
    same_start = pf.arith(H(s) == H(t0), flipped, turned)

    def finish(at: Fact) -> Fact:
        def case(value: Fact) -> Fact:
            at_zero = value.formula.args[1].op == "num"
            low = pf.arith(H(s) == (0 if at_zero else M), same_start, value)
            high = pf.arith(H(M) == (M if at_zero else 0), flipped, value)
            product = pf.arith(
                M * (s - t0) == 0, at, value, low, high, multipliers=[M - s, M - t0, s - t0, t0 - s, M, s, t0]
            )
            return pf.arith(s == t0, product, positive)

        return pf.by_cases(extreme, case, case)

    equal = pf.decide(
        t0 <= s, lambda yes: finish(segment.apply(s, using=[yes, below])), lambda no: finish(line.apply(t0, using=[no]))
    )
    z = var("z", "real")
    return pf.step("equality", [equal, line], [lam(z, forall(_X, implies(z <= _X, chord(H, z, M, _X))))])


def flat_condition(c: Composition) -> Term:
    """The right tail is a flat piece of its own: k >= 2 and p odd."""
    return conj(c.k >= 2, c.p - 2 * floor(c.p / 2) == 1)


def total_pieces(pf: Proof, c: Composition, least: Fact) -> Fact:
    """Laps(H(k), M, N), and Pieces(H(k), N + 1), or N + 2 under :func:`flat_condition`, for N = (p+1)^k; ``least`` is
    k >= 1. The second part is a disjunction of two conjunctions."""
    P, H, M = c.p + 1, c.H(c.k), c.M
    N = P**c.k
    all_laps = laps_of_composition(pf, c)
    laps = all_laps.apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    count = power_positive(pf, P, c.some).apply(c.k, using=[least])
    left = left_tail(pf, c).apply(c.k, using=[least, pf.arith(c.k <= c.k)])
    condition = flat_condition(c)
    goal = either(conj(condition, Pieces(H, N + 2)), conj(negation(condition), Pieces(H, N + 1)))
    mark = pf.opened
    t, cuts = pf.obtain(pf.open_definition(laps), "t")
    cuts = cuts.split()

    def flat(yes: Fact) -> Fact:
        tail = flat_right_tail(pf, c, yes.right).apply(c.k, using=[yes.left, pf.arith(c.k <= c.k)])
        return pf.or_intro(
            goal, pf.both(yes, pieces_from_laps(pf, H, M, N, count, c.positive, t, cuts, left, tail, True))
        )

    def with_ray(no: Fact, s: Term, the_ray: Fact) -> Fact:
        the_lap = cuts[2].apply(N - 1, using=[count])
        the_lap = pf.rewrite(the_lap, pf.arith(t(N - 1 + 1) == M, cuts[1]))
        tail = continues(pf, H, M, c.positive, t(N - 1), the_lap, s, the_ray)
        return pf.or_intro(
            goal, pf.both(no, pieces_from_laps(pf, H, M, N, count, c.positive, t, cuts, left, tail, False))
        )

    def single(no: Fact, small: Fact) -> Fact:
        """k = 1: H is h(1)."""
        one = pf.arith(term(1) == c.k, small, least)
        bound = pf.arith(term(1) <= c.k, least)
        f, g, s = c.H(1), c.h(1), c.a(1)(c.p)

        def equal(x: Term) -> Fact:
            first = pf.arith(f(x) == g(c.H(0)(x)), c.next.apply(0, x, using=[bound]))
            return pf.arith(f(x) == g(x), first, pf.congruent(g, c.identity(x)))

        below, turned, values, line = last_ray(pf, c, term(1), bound).split()
        at_s, at_M = equal(s), equal(M)
        lines = _beyond(
            pf,
            lambda x: x >= s,
            lambda x, on: pf.arith(
                chord(f, s, M, x), line.apply(x, using=[on]), equal(x), at_s, at_M, multipliers=[M - s, M - x, x - s]
            ),
        )
        start = either(f(s) == 0, f(s) == M)
        extreme = pf.by_cases(
            values,
            lambda z: pf.or_intro(start, pf.arith(f(s) == 0, z, at_s)),
            lambda m: pf.or_intro(start, pf.arith(f(s) == M, m, at_s)),
        )
        the_ray = pf.both(below, pf.arith(f(M) == M - f(s), turned, at_s, at_M), extreme, lines)
        z = var("z", "int")
        return with_ray(no, s, pf.step("equality", [one, the_ray], [lam(z, ray(c.H(z), s, M))]))

    def not_flat(no: Fact) -> Fact:
        def several(many: Fact) -> Fact:
            bits = parity(pf, c.p)[0]

            def even(zero: Fact) -> Fact:
                s, facts = pf.obtain(rising_ray(pf, c, zero).apply(c.k, using=[least, pf.arith(c.k <= c.k)]), "s")
                below, at_s, at_M, line = facts.split()
                start = pf.or_intro(either(H(s) == 0, H(s) == M), at_s)
                return with_ray(no, s, pf.both(below, pf.arith(H(M) == M - H(s), at_s, at_M), start, line))

            return pf.by_cases(bits, even, lambda odd: pf.anything(goal, pf.conflict(pf.both(many, odd), no)))

        return pf.decide(c.k >= 2, several, lambda small: single(no, small))

    counted = pf.close(pf.decide(condition, flat, not_flat), mark)
    return pf.both(laps, counted)


def one_tent(pf: Proof, formula: Term, composed: bool = True) -> Fact:
    """Exhibit the instance of :func:`tent_facts` in a formula about compositions, or about one sawtooth."""
    terms, facts = tent_facts(pf)
    if not composed:
        _, p, _, a, h, _ = terms
        return pf.exhibit(formula, [1, p, a(1), h(1)], *facts[0](1).apply().split())
    return pf.exhibit(formula, terms, *facts)


def tent_facts(pf: Proof) -> tuple[list[Term], list[Fact]]:
    """The tent function: M = p = k = 1 and a(1)(1) = 1/2. The terms M, p, k, a, h, H, and the facts about all factors
    and about the composition."""
    j, i = integer("j"), integer("i")
    a = lam(j, i, i / 2)
    half = term("1/2")
    tent = lam(_X, where(_X <= 0, 0, where(half >= _X, 2 * _X, 2 - 2 * _X)))
    h, H = lam(j, tent), lam(j, lam(_X, where(j <= 0, _X, tent(_X))))

    def left(x: Term, at: Fact) -> Fact:
        return pf.lemma("if_true", *tent(x).args, using=[at])

    def middle(x: Term, low: Fact, high: Fact) -> Fact:
        def inner(no: Fact) -> Fact:
            outer = pf.lemma("if_false", *tent(x).args, using=[no])
            return pf.arith(tent(x) == 2 * x, outer, pf.lemma("if_true", *tent(x).args[2].args, using=[high]))

        return pf.decide(x <= 0, lambda yes: pf.arith(tent(x) == 2 * x, left(x, yes), low, yes), inner)

    def right(x: Term, low: Fact) -> Fact:
        def beyond(no: Fact) -> Fact:
            outer = pf.lemma("if_false", *tent(x).args, using=[pf.arith(negation(x <= 0), low)])
            return pf.arith(tent(x) == 2 - 2 * x, outer, pf.lemma("if_false", *tent(x).args[2].args, using=[no]))

        def at_top(yes: Fact) -> Fact:
            return pf.arith(tent(x) == 2 - 2 * x, middle(x, pf.arith(x >= 0, low), yes), low, yes)

        return pf.decide(x <= half, at_top, beyond)

    def affine(i: Term, bounds: Fact) -> Fact:
        u, v = i / 2, (i + 1) / 2
        x = pf.fresh("x", "real")
        inside = pf.assume(conj(u <= x, x <= v))
        line = tent(x) * (v - u) == tent(u) * (v - x) + tent(v) * (x - u)

        def first(yes: Fact) -> Fact:
            zero = pf.arith(i == 0, yes, bounds)
            values = [middle(y, pf.arith(y >= 0, inside, zero), pf.arith(y <= half, inside, zero)) for y in (u, v, x)]
            return pf.arith(line, *values, zero, multipliers=[v - x, x - u, x, i, v - u])

        def second(no: Fact) -> Fact:
            one = pf.arith(i == 1, no, bounds)
            values = [right(y, pf.arith(half <= y, inside, one)) for y in (u, v, x)]
            return pf.arith(line, *values, one, multipliers=[v - x, x - u, x, i, v - u])

        fact = pf.decide(i <= 0, first, second)
        return pf.restate(pf.general(x, pf.implication(inside.formula, fact)), Linear(tent, u, v))

    def at_node(i: Term, bounds: Fact) -> Fact:
        one = pf.arith(i == 1, bounds)
        low = pf.lemma("floor", i / 2)
        whole = pf.arith(floor(i / 2) == 0, one, low)
        value = middle(i / 2, pf.arith(i / 2 >= 0, one), pf.arith(i / 2 <= half, one))
        return pf.arith(tent(i / 2) == term(1) * (i - 2 * floor(i / 2)), value, one, whole)

    point = a(1)
    simplex = pf.both(
        pf.arith(point(term(0)) == 0),
        pf.arith(point(term(1) + 1) == 1),
        over(pf, 0, term(1), lambda i, b: pf.arith(point(i) < point(i + 1))),
    )
    at_one, at_half = right(term(1), pf.arith(half <= term(1))), right(point(term(1)), pf.arith(half <= point(term(1))))
    sawtooth = pf.both(
        _beyond(pf, lambda x: x <= 0, left),
        over(pf, 1, term(1), at_node),
        pf.arith(tent(term(1)) == 1 - tent(point(term(1))), at_one, at_half),
        over(pf, 0, term(1), affine),
        _beyond(
            pf,
            lambda x: x >= 1,
            lambda x, at: pf.arith(
                tent(x) * (term(1) - point(term(1)))
                == tent(point(term(1))) * (1 - x) + tent(term(1)) * (x - point(term(1))),
                right(x, pf.arith(half <= x, at)),
                at_one,
                at_half,
                multipliers=[1 - x, x - point(term(1)), x],
            ),
        ),
    )
    definitions = pf.both(pf.restate(simplex, Simplex(point, 1, 1)), pf.restate(sawtooth, Sawtooth(tent, point, 1, 1)))
    factors = over(pf, 1, term(1), lambda j, b: definitions, "j")

    def following(j: Term, bounds: Fact) -> Fact:
        x = pf.fresh("x", "real")
        now = pf.lemma("if_false", j + 1 <= 0, x, tent(x), using=[pf.arith(negation(j + 1 <= 0), bounds)])
        before = pf.lemma("if_true", j <= 0, x, tent(x), using=[pf.arith(j <= 0, bounds)])
        return pf.general(x, pf.arith(H(j + 1)(x) == tent(H(j)(x)), now, pf.congruent(tent, before)))

    x = pf.fresh("x", "real")
    start = pf.general(x, pf.lemma("if_true", term(0) <= 0, x, tent(x), using=[]))
    chain = pf.restate(pf.both(start, over(pf, 0, term(1) - 1, following, "j")), Composed(H, h, 1))
    return [term(1), term(1), term(1), a, h, H], [factors, chain]


def sawtooth_pieces(pf: Proof, saw: Nodes, sawtooth: Fact) -> Fact:
    """Pieces(h, p + 2) for one sawtooth h, the fact ``sawtooth``."""
    clauses = pf.open_definition(sawtooth).split()
    N = saw.p + 1
    laps = over(
        pf,
        0,
        N - 1,
        lambda i, b: pf.both(*(f.apply(i, using=[b]) for f in (saw.rising, saw.linear, saw.flips, saw.values))),
    )
    tail = pf.rewrite(last_piece(pf, saw, clauses[4]), pf.arith(saw.p == N - 1))
    counted = pieces_from_laps(
        pf,
        saw.g,
        saw.M,
        N,
        pf.arith(N >= 1, saw.some),
        saw.positive,
        saw.a,
        [saw.first, saw.last, laps],
        clauses[0],
        tail,
        False,
    )
    return pf.rewrite(counted, pf.ring(N + 1, saw.p + 2))
