"""Proposition 2.5.2, max{0, x1, x2} needs two hidden layers: true; with one, the distance to it is infinite."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import under
from numerics.sums import longer_sum, once
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    either,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    minimum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.kink_pictures import kinks_in_the_plane
from theorems.mukherjee2020.kinks import (
    PEAK,
    Gates,
    GateSum,
    absolute_product,
    bent_line,
    homogeneous,
    kinks,
    peak_kinks,
    size_of,
    three_rays,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import by_all_cases

i, j, w = integer("i"), integer("j"), integer("w")
x, y, beta, e = real("x"), real("y"), real("beta"), real("E")
f = function("f", "real->real->real")
a, b, d, c = (function(name, "int->real") for name in "abdc")

# One hidden layer.

impossible = Claim(
    "mukherjee2020", "proposition", "2.5.2", slug="impossible", section="2.5.1", family="boolean_circuits",
    title="max{0,x1,x2} is not Sum-of-ReLU", uses=["section_2_b.kink_set", "section_2_b.kink_union_lines"],
    statement=r"""No Sum-of-ReLU circuit $\beta + \sum_{i=1}^w c_i \max\{0, \langle a^i, x\rangle + b_i\}$ computes
    $\max\{0, x_1, x_2\}$ on $\mathbb R^2$, whatever the number $w$ of gates.""",
)  # fmt: skip

here, there = real("here"), real("there")

printed = impossible.variant(
    "printed", forall(w, a, b, d, c, beta, implies(w >= 0, negation(GateSum(PEAK, w, a, b, d, c, beta)))),
    expect="proved",
    why="(1, 1) is a kink of the maximum, so that a line through it would consist of kinks; but on the diagonal there "
        "are none below 0, and every other line through (1, 1) leaves the three half-lines at once.",
    observed=here == there,
)  # fmt: skip


sharpened = impossible.variant(
    "sharpened", forall(w, a, b, d, c, beta, f, e, implies(
        conj(w >= 0, GateSum(f, w, a, b, d, c, beta)), exists(x, y, absolute(f(x)(y) - PEAK(x)(y)) > e))),
    expect="proved",
    why="Nor does a Sum-of-ReLU circuit stay within any distance of the maximum on the whole plane: by steps "
        "proportional to the distance from 0, it bends across the diagonal equally on both sides of 0, but for a "
        "bounded error, while the maximum bends on one side only.",
    observed=here == there,
)  # fmt: skip


@impossible.prove(printed)
def by_a_line_of_kinks(p: Proof, goal: Term) -> Fact:
    (w, a, b, d, c, beta), (above,), wanted = p.intro(goal)

    def argue(whole: Fact) -> Fact:
        u, v = p.fresh("u", "real"), p.fresh("v", "real")
        at = p.general(u, v, kinks(p, Gates(p, a, b, d, c, u, v), w, above, whole))
        one = term(1)
        top = three_rays(one, one)
        rough = p.modus_ponens(peak_kinks(p)(one, one).right, p.or_intro(top, p.compute(conj(one == one, one >= 0))))
        k, line = p.obtain(p.modus_ponens(at(one, one).left, rough), "i")
        within, has_line, through, bend = line.left, line.right.left, line.right.right.left, line.right.right.right
        size = absolute(a(k)) + absolute(b(k))
        ends = [fact for z in (a(k), b(k)) for fact in size_of(p, z)[0].split()]
        every_kink = p.general(u, v, under(p, a(k) * u + b(k) * v + d(k) == 0, lambda on: p.modus_ponens(
            peak_kinks(p)(u, v).left, p.modus_ponens(at(u, v).right, p.witness(
                bent_line(w, a, b, d, c, u, v), k, p.both(within, has_line, on, bend))))))  # fmt: skip

        def diagonal(level: Fact) -> Fact:
            """a + b = 0: the line is x = y, and goes on below the origin."""
            minus = term(-1)
            on = p.arith(a(k) * minus + b(k) * minus + d(k) == 0, through, level)
            rays = every_kink.apply(minus, minus, using=[on])
            return p.conflict(rays, p.compute(negation(three_rays(minus, minus))))

        def other(steep: Fact) -> Fact:
            """A short way along the line both coordinates are positive and different."""
            lows = [size_of(p, z)[1] for z in (a(k), b(k))]
            positive = p.absurd(size > 0, lambda no: p.conflict(p.both(*(
                p.arith(z == 0, no, *ends, *lows) for z in (a(k), b(k)))), has_line))  # fmt: skip
            scale = 2 * size
            inverse = p.lemma("inverse", scale, using=[p.arith(negation(scale == 0), positive)])
            h = 1 / scale
            short = p.arith(h > 0, inverse, positive)
            s, t = 1 - h * b(k), 1 + h * a(k)
            half = p.arith(h * size == term("1/2"), inverse)
            near = [p.arith(h * z <= h * size, short, *ends, *lows) for z in (b(k), -a(k))]
            ups = [p.arith(s > 0, near[0], half), p.arith(t > 0, near[1], half)]
            apart = p.refute(s == t, lambda equal: p.conflict(p.arith(a(k) + b(k) == 0, p.arith(
                h * (a(k) + b(k)) == 0, equal), inverse, multipliers=[scale, a(k) + b(k)]), steep))  # fmt: skip
            rays = every_kink.apply(s, t, using=[p.arith(a(k) * s + b(k) * t + d(k) == 0, through)])
            return p.by_cases(rays, lambda f: p.conflict(f.left, apart), lambda f: p.arith(false, f.left, ups[0]),
                              lambda f: p.arith(false, f.left, ups[1]))  # fmt: skip

        return p.decide(a(k) + b(k) == 0, diagonal, other)

    fact = p.refute(wanted.args[0], argue)
    return p.conclude(goal, [w, a, b, d, c, beta], fact)


@once
def bend_of_a_gate(p: Proof) -> Fact:
    """forall c, a, b, d: for some K, C and r > 0, all s and all 0 <= h <= r |s|: the second difference of
    c max(0, a x + b y + d) at (s, s) by h (1, -1) differs from K h by at most C."""
    c, a, b, d, s, h = (p.fresh(name, "real") for name in "cabdsh")
    size, shift, r = real("K"), real("C"), real("r")
    level, t = a * s + b * s + d, (a - b) * h

    def close(K: Term, C: Term, level: Term, t: Term, h: Term) -> Term:
        gap = c * maximum(0, level + t) + c * maximum(0, level - t) - 2 * (c * maximum(0, level)) - K * h
        return conj(gap <= C, -gap <= C)

    u, v = real("s"), real("h")
    goal = exists(size, shift, r, conj(r > 0, forall(u, v, implies(
        between(0, v, r * absolute(u)), close(size, shift, a * u + b * u + d, (a - b) * v, v)))))  # fmt: skip
    error = absolute(c) * absolute(d)
    sizes = {z.index: size_of(p, z) for z in (a - b, a + b, c, d, s, level, t)}
    bump = maximum(0, level + t) + maximum(0, level - t) - 2 * maximum(0, level)
    rules = [p.lemma("max", 0, z) for z in (level + t, level - t, level)]

    def chosen(values: list[Term], positive: Fact, prove: Callable[[Fact], Fact]) -> Fact:
        near = between(term(0), h, values[2] * absolute(s))
        return p.witness(goal, *values, p.both(positive, p.general(s, h, under(p, near, prove))))

    def bumps(low: Term, high: Term, *known: Fact) -> list[Fact]:
        """low <= bump <= high."""
        return [by_all_cases(p, [*rules, p.lemma("abs", level)], lambda g, k=k: p.arith(k, *g, *known))
                for k in (bump >= low, bump <= high)]  # fmt: skip

    def weighed(K: Term, factor: Term, low: Fact, high: Fact) -> Fact:
        """The bump times c is close to K h = c factor h, from 0 <= factor h - bump <= |d| or 0 <= bump <= |d|."""
        gap = bump - factor * h
        rest = [p.arith(z <= absolute(d), low, high, sizes[d.index][1]) for z in (gap, -gap)]
        parts = close(K, error, level, t, h).args
        signs = p.lemma("abs", c)
        return p.both(*(p.by_cases(signs, *[lambda g, k=k: p.arith(k, p.arith(
            absolute(c) * (absolute(d) - gap) >= 0, rest[0], sizes[c.index][1]), p.arith(
                absolute(c) * (absolute(d) + gap) >= 0, rest[1], sizes[c.index][1]), g,
            multipliers=[gap, absolute(d), gap * c])] * 2) for k in parts))  # fmt: skip

    def parallel(flat: Fact) -> Fact:
        """a + b = 0: the line of the gate is parallel to the diagonal."""
        factor = absolute(a - b)

        def prove(near: Fact) -> Fact:
            same = p.arith(level == d, flat, multipliers=[s])
            length = homogeneous(p).apply(h, a - b, t, using=[near.left, p.or_intro(
                either(t == h * (a - b), t == -(h * (a - b))), p.ring(t, h * (a - b)))])  # fmt: skip
            ends = [*sizes[d.index][0].split(), *sizes[t.index][0].split(), same]
            low, high = (by_all_cases(p, [*rules, p.lemma("abs", t), p.lemma("abs", d)], lambda g, k=k: p.arith(
                k, *g, *ends, near.left)) for k in (
                    bump >= absolute(t) - absolute(d), bump <= absolute(t)))  # fmt: skip
            return weighed(c * factor, factor, p.arith(bump - factor * h >= -absolute(d), low, length),
                           p.arith(bump - factor * h <= 0, high, length))  # fmt: skip

        return chosen([c * factor, error, term(1)], p.compute(term(1) > 0), prove)

    def crossing(steep: Fact) -> Fact:
        """The line of the gate crosses the diagonal, or is reached from it late."""
        scale = absolute(a - b) + 1
        inverse = p.lemma("inverse", scale, using=[p.arith(negation(scale == 0), sizes[(a - b).index][1])])
        over_one = p.arith(1 / scale > 0, inverse, sizes[(a - b).index][1])
        slope = p.by_cases(p.lemma("abs", a + b), *[lambda g: p.absurd(absolute(a + b) > 0, lambda no: p.conflict(
            p.arith(a + b == 0, g, no), steep))] * 2)  # fmt: skip
        r = absolute(a + b) * (1 / scale)
        positive = p.arith(r > 0, slope, over_one)

        def prove(near: Fact) -> Fact:
            length = homogeneous(p).apply(h, a - b, t, using=[near.left, p.or_intro(
                either(t == h * (a - b), t == -(h * (a - b))), p.ring(t, h * (a - b)))])  # fmt: skip
            reach = p.arith(h * absolute(a - b) <= r * absolute(s) * absolute(a - b), near.right,
                            sizes[(a - b).index][1])  # fmt: skip
            most = p.arith(r * absolute(a - b) <= absolute(a + b), inverse, positive, multipliers=[absolute(a + b)])
            product = p.arith(absolute(s) * (absolute(a + b) - r * absolute(a - b)) >= 0, most, sizes[s.index][1])
            across = p.arith(absolute(t) <= absolute(a + b) * absolute(s), length, reach, product)
            z = (a + b) * s
            whole = by_all_cases(p, [p.lemma("abs", a + b), p.lemma("abs", s), p.lemma("abs", z)], lambda g: (
                absolute_product(p, a + b, s, z, g, p.ring(z, (a + b) * s))))  # fmt: skip
            far = by_all_cases(p, [p.lemma("abs", level), p.lemma("abs", z), p.lemma("abs", d)], lambda g: p.arith(
                absolute(z) <= absolute(level) + absolute(d), *g))  # fmt: skip
            bound = p.arith(absolute(t) <= absolute(level) + absolute(d), across, whole, far)
            ends = sizes[t.index][0].split()
            low, high = bumps(term(0), absolute(d), bound, *ends, sizes[d.index][1])
            return weighed(c * term(0), term(0), p.arith(bump - 0 * h >= 0, low), p.arith(
                bump - 0 * h <= absolute(d), high))  # fmt: skip

        return chosen([c * term(0), error, r], positive, prove)

    return p.general(c, a, b, d, p.decide(a + b == 0, parallel, crossing))


@impossible.prove(sharpened)
def by_large_steps(p: Proof, goal: Term) -> Fact:
    (w, a, b, d, c, beta, f, e), (above, whole), wanted = p.intro(goal)
    size, shift, r, s, h = real("K"), real("C"), real("r"), real("s"), real("h")

    def outputs(x: Term, y: Term) -> Term:
        return lam(j, c(j) * maximum(0, a(j) * x + b(j) * y + d(j)))

    def gap(n: Term, K: Term, s: Term, h: Term) -> Term:
        ends = [total(j, 1, n, outputs(x, y)(j)) for x, y in ((s + h, s - h), (s - h, s + h), (s, s))]
        return ends[0] + ends[1] - 2 * ends[2] - K * h

    def claim(n: Term) -> Term:
        return exists(
            size,
            shift,
            r,
            conj(
                r > 0,
                forall(
                    s,
                    h,
                    implies(
                        between(0, h, r * absolute(s)), conj(gap(n, size, s, h) <= shift, -gap(n, size, s, h) <= shift)
                    ),
                ),
            ),
        )

    def shown(n: Term, values: list[Term], positive: Fact, prove: Callable[[Term, Term, Fact], Fact]) -> Fact:
        u, v = p.fresh("s", "real"), p.fresh("h", "real")
        fact = p.general(u, v, under(p, between(term(0), v, values[2] * absolute(u)), lambda near: prove(u, v, near)))
        return p.witness(claim(n), *values, p.both(positive, fact))

    def sums(u: Term, v: Term) -> list[Term]:
        return [outputs(x, y) for x, y in ((u + v, u - v), (u - v, u + v), (u, u))]

    def base() -> Fact:
        def none(u: Term, v: Term, near: Fact) -> Fact:
            empty = [p.lemma("sum_empty", 1, 0, g) for g in sums(u, v)]
            zero = p.arith(gap(term(0), term(0), u, v) == 0, *empty)
            return p.both(p.arith(zero.formula.args[0] <= 0, zero), p.arith(-zero.formula.args[0] <= 0, zero))

        return shown(term(0), [term(0), term(0), term(1)], p.compute(term(1) > 0), none)

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        mark, k = p.opened, n + 1
        K, C, old, known = p.obtain(here, "K", "C", "r")
        L, D, new, gate = p.obtain(bend_of_a_gate(p)(c(k), a(k), b(k), d(k)), "K", "C", "r")
        rule, least = p.lemma("min", old, new), minimum(old, new)
        less = [p.by_cases(rule, *[lambda g, q=q: p.arith(q, g)] * 2) for q in (least <= old, least <= new)]
        positive = p.by_cases(rule, *[lambda g: p.arith(least > 0, g, known.left, gate.left)] * 2)

        def prove(u: Term, v: Term, near: Fact) -> Fact:
            far = size_of(p, u)[1]
            within = [p.arith(v <= q * absolute(u), near.right, p.arith((q - least) * absolute(u) >= 0, small, far))
                      for q, small in ((old, less[0]), (new, less[1]))]  # fmt: skip
            facts = [known.right.apply(u, v, using=[near.left, within[0]]),
                     gate.right.apply(u, v, using=[near.left, within[1]])]  # fmt: skip
            q, level, t = real("q"), a(k) * u + b(k) * u + d(k), (a(k) - b(k)) * v
            moved = [p.congruent(lam(q, c(k) * maximum(0, q)), p.ring(a(k) * x + b(k) * y + d(k), z))
                     for x, y, z in ((u + v, u - v, level + t), (u - v, u + v, level - t))]  # fmt: skip
            longer = [longer_sum(p, 1, n, g, low) for g in sums(u, v)]
            parts = [fact for pair in facts for fact in pair.split()]
            z = gap(k, K + L, u, v)
            return p.both(p.arith(z <= C + D, *parts, *moved, *longer), p.arith(-z <= C + D, *parts, *moved, *longer))

        return p.close(shown(k, [K + L, C + D, least], positive, prove), mark)

    K, C, far, known = p.obtain(p.induction("w", 0, claim, base, step).apply(w, using=[above]), "K", "C", "r")

    def argue(none: Fact) -> Fact:
        u, v = p.fresh("x", "real"), p.fresh("y", "real")
        distance = absolute(f(u)(v) - PEAK(u)(v))
        close = p.general(u, v, p.absurd(distance <= e, lambda no: p.conflict(
            p.witness(wanted, u, v, p.arith(distance > e, no)), none)))  # fmt: skip
        positive = p.arith(e >= 0, close(0, 0), size_of(p, f(0)(0) - PEAK(0)(0))[1])
        q, bound = minimum(far, 1), p.lemma("min", far, 1)
        small = [p.by_cases(bound, *[lambda g, k=k: p.arith(k, g, known.left)] * 2) for k in (q > 0, q <= far, q <= 1)]
        inverse = p.lemma("inverse", q, using=[p.arith(negation(q == 0), small[0])])
        reciprocal = p.arith(1 / q >= 1, inverse, small[0], small[2])
        room = known.right.apply(0, 0, using=[p.arith(
            term(0) <= 0), p.arith(term(0) <= far * absolute(term(0)), p.arith(
                far * absolute(term(0)) >= 0, known.left, size_of(p, term(0))[1]))])  # fmt: skip
        shift = p.arith(C >= 0, *room.split())
        h = 4 * e + C + 1
        step_ = p.arith(h > 0, positive, shift)
        facts = [step_]
        for sign in (1, -1):
            u = h * (1 / q) if sign > 0 else -(h * (1 / q))
            size = p.by_cases(p.lemma("abs", u), *[lambda g, u=u, sign=sign: p.arith(
                absolute(u) == sign * u, g, p.arith(h * (1 / q) > 0, step_, reciprocal))] * 2)  # fmt: skip
            reach = p.arith(q * absolute(u) == h, size, inverse, multipliers=[h, q])
            near = p.arith(h <= far * absolute(u), reach, p.arith((far - q) * absolute(u) >= 0, small[1], size_of(
                p, u)[1]))  # fmt: skip
            beyond = p.arith(h <= absolute(u), reach, p.arith((1 - q) * absolute(u) >= 0, small[2], size_of(p, u)[1]))
            bends = known.right.apply(u, h, using=[p.arith(h >= 0, step_), near])
            points = ((u + h, u - h), (u - h, u + h), (u, u))
            values = [p.open_definition(whole)(s, t) for s, t in points]
            ends = [fact for s, t in points for fact in (close(s, t), *size_of(p, f(s)(t) - PEAK(s)(t))[0].split())]
            far_out, tops = [step_, beyond, size], []
            for (s, t), z in zip(points, ((u + h, u + h, u) if sign > 0 else (term(0),) * 3), strict=True):
                top, rules = PEAK(s)(t) == z, [p.lemma("max", 0, maximum(s, t)), p.lemma("max", s, t)]
                tops.append(by_all_cases(p, rules, lambda g, top=top, far_out=far_out: p.arith(top, *g, *far_out)))
            bend = K * h
            side = p.arith(2 * h - bend <= 4 * e + C if sign > 0 else bend <= 4 * e + C, *bends.split(), *values, *ends,
                           *tops)  # fmt: skip
            facts.append(side)
        return p.arith(false, *facts)

    return p.conclude(goal, [w, a, b, d, c, beta, f, e], p.close(p.absurd(wanted, argue)))


@impossible.satisfied(printed)
def no_gates(p: Proof, formula: Term) -> Fact:
    none = lam(j, term(0))
    return p.exhibit(formula, [0, none, none, none, none, 0])


@impossible.satisfied(sharpened)
def the_zero_function(p: Proof, formula: Term) -> Fact:
    zero, none = lam(x, y, term(0)), lam(j, term(0))
    s, t = p.fresh("x", "real"), p.fresh("y", "real")
    empty = p.lemma("sum_empty", 1, 0, lam(j, none(j) * maximum(0, none(j) * s + none(j) * t + none(j))))
    value = p.arith(zero(s)(t) == term(0) + empty.formula.args[0], empty)
    whole = p.restate(p.general(s, t, value), GateSum(zero, 0, none, none, none, none, 0))
    return p.exhibit(formula, [0, none, none, none, none, 0, zero, 0], whole)


@impossible.instances
def far_out(rng, n):
    """Random circuits of 6 integer gates: here and there are the second differences by the same step across the
    diagonal at (9, 9) and at (-9, -9), beyond all crossings of the diagonal with lines of gates."""
    a, b, d, c = rng.integers(-3, 4, size=(4, n, 6))
    b[:, :2] = -a[:, :2]
    d[:, :2] = 0

    def bend(s):
        values = [(c * np.maximum(0, a * (s + h) + b * (s - h) + d)).sum(axis=1) for h in (1 / 16, -1 / 16, 0)]
        return values[0] + values[1] - 2 * values[2]

    return {"here": bend(9), "there": bend(-9)}


for variant in (printed, sharpened):
    impossible.mutant("as the maximum bends: on one side only", variant, here == there + term("1/8"))
    impossible.mutant("no bend", variant, here == 0)

impossible.picture(kinks_in_the_plane)

# Two hidden layers.

deeper = Claim(
    "mukherjee2020", "proposition", "2.5.2", slug="two_hidden_layers", section="2.5.1", family="boolean_circuits",
    title="max{0,x1,x2} with two hidden layers", uses=["proposition_2_5_2.impossible"],
    statement=r"""A Sum-of-ReLU-of-ReLU circuit, with two hidden layers of ReLU gates, computes
    $\max\{0, x_1, x_2\}$ on $\mathbb R^2$.""",
)  # fmt: skip

k, w1, w2 = integer("k"), integer("w"), integer("v")
V, g, o = function("V", "int->int->real"), function("g", "int->real"), function("o", "int->real")


def two_layers(w1: Term, w2: Term, a: Term, b: Term, d: Term, V: Term, g: Term, o: Term, beta: Term, x: Term,
               y: Term) -> Term:  # fmt: skip
    """The output at (x, y) of a circuit with w1 gates in the first and w2 gates in the second hidden layer."""
    first = total(j, 1, w1, V(k)(j) * maximum(0, a(j) * x + b(j) * y + d(j)))
    return beta + total(k, 1, w2, o(k) * maximum(0, g(k) + first))


def computes(w1: Term, w2: Term) -> Term:
    """Some circuit of these widths is the maximum."""
    return exists(a, b, d, V, g, o, beta, forall(x, y, PEAK(x)(y) == two_layers(
        w1, w2, a, b, d, V, g, o, beta, x, y)))  # fmt: skip


def steps_at(s: Term, t: Term) -> Term:
    """The circuit, written out."""
    return maximum(0, maximum(0, s)) + maximum(0, maximum(0, t) - maximum(0, s))


steps = steps_at(x, y)
deeper_printed = deeper.variant(
    "printed", exists(w1, w2, conj(w1 >= 1, w2 >= 1, computes(w1, w2))), expect="proved",
    why="With s = max{0, x1} and t = max{0, x2}, the maximum is max{0, s} + max{0, t - s}.",
    observed=maximum(0, maximum(x, y)) == steps,
)  # fmt: skip
deeper_sharpened = deeper.variant(
    "sharpened", computes(term(2), term(2)), expect="proved",
    why="Two gates in each layer suffice.", observed=maximum(0, maximum(x, y)) == steps,
)  # fmt: skip


def pair(first: int, second: int) -> Term:
    """The sequence with these two entries."""
    return lam(j, where(j <= 1, first, second))


def two_and_two(p: Proof, goal: Term) -> Fact:
    s, t = p.fresh("x", "real"), p.fresh("y", "real")
    a_, b_, zero, one = pair(1, 0), pair(0, 1), lam(j, term(0)), lam(j, term(1))
    V_ = lam(k, j, where(k <= 1, where(j <= 1, 1, 0), where(j <= 1, -1, 1)))
    q = real("q")

    def two_terms(f: Term) -> list[Fact]:
        return [p.lemma("sum_empty", 1, 0, f), *(p.lemma("sum_step", 1, i, f) for i in (0, 1)),
                *(p.congruent(f, p.ring(term(i) + 1, i + 1)) for i in (0, 1))]  # fmt: skip

    def inside(i: int, z: Term) -> Fact:
        """max(0, .) of gate i of the first layer is max(0, z)."""
        values = [p.compute(f(term(i)) == e) for f, e in ((a_, i == 1), (b_, i == 2), (zero, False)) for e in [int(e)]]
        return p.congruent(lam(q, maximum(0, q)), p.arith(
            a_(term(i)) * s + b_(term(i)) * t + zero(term(i)) == z, *values, multipliers=[s, t]))  # fmt: skip

    nodes = [inside(1, s), inside(2, t)]
    hidden = (maximum(0, s), maximum(0, t) - maximum(0, s))
    outer = []
    for i, z in ((1, hidden[0]), (2, hidden[1])):
        unit = lam(j, V_(term(i))(j) * maximum(0, a_(j) * s + b_(j) * t + zero(j)))
        row = (1, 0) if i == 1 else (-1, 1)
        weights = [p.compute(V_(term(i))(term(m)) == row[m - 1]) for m in (1, 2)]
        products = [p.arith(unit(term(m)) == row[m - 1] * maximum(0, z_), node, weight,
                            multipliers=[V_(term(i))(term(m)), maximum(0, z_)])
                    for m, z_, node, weight in zip((1, 2), (s, t), nodes, weights, strict=True)]  # fmt: skip
        total_ = p.arith(zero(term(i)) + total(j, 1, 2, unit(j)) == z, *two_terms(unit), *products, p.compute(
            zero(term(i)) == 0))  # fmt: skip
        outer.append(p.congruent(lam(q, maximum(0, q)), total_))
    last = lam(k, one(k) * maximum(0, zero(k) + total(j, 1, 2, V_(k)(j) * maximum(0, a_(j) * s + b_(j) * t + zero(j)))))
    rules = [p.lemma("max", *args) for args in ((0, maximum(s, t)), (s, t), (0, s), (0, t), *((0, z) for z in hidden))]
    identity = by_all_cases(p, rules, lambda facts: p.arith(PEAK(s)(t) == steps_at(s, t), *facts))
    value = p.arith(PEAK(s)(t) == term(0) + total(k, 1, 2, last(k)), identity, *two_terms(last), *outer)
    return p.witness(goal, a_, b_, zero, V_, zero, one, term(0), p.general(s, t, value))


@deeper.prove(deeper_printed)
def with_some_widths(p: Proof, goal: Term) -> Fact:
    two = term(2)
    inner_ = two_and_two(p, computes(two, two))
    return p.witness(goal, two, two, p.both(p.compute(two >= 1), p.compute(two >= 1), inner_))


@deeper.prove(deeper_sharpened)
def with_two_widths(p: Proof, goal: Term) -> Fact:
    return two_and_two(p, goal)


@deeper.instances
def points(rng, n):
    """Multiples of 1/4 in [-8, 8]."""
    return {"x": rng.integers(-32, 33, size=n) / 4, "y": rng.integers(-32, 33, size=n) / 4}


for variant in (deeper_printed, deeper_sharpened):
    deeper.mutant("without the first gate of the second layer", variant, maximum(0, maximum(x, y)) == maximum(
        0, maximum(0, y) - maximum(0, x)))  # fmt: skip
    deeper.mutant("one layer", variant, maximum(0, maximum(x, y)) == maximum(0, x) + maximum(0, y - x))
