"""Derivations about compositions of open sawtooths, which have no flat tail: on the left of 0 their first lap goes on.

They agree with the compositions of sawtooths on [0, M], and beyond it the first lap and the last one go on.
"""

from collections.abc import Callable
from dataclasses import dataclass

from numerics.derive import Fact, Proof
from numerics.lemmas import over, power_of_exp, under
from numerics.sums import once, sums_scaled
from numerics.terms import (
    Term,
    body,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    implies,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    term,
    total,
    var,
    where,
)
from theorems.mukherjee2020.budgets import network_of, units
from theorems.mukherjee2020.logarithms import power, weak_exp
from theorems.mukherjee2020.networks import fewer_pieces, layer_sizes
from theorems.mukherjee2020.pwl import Composed, Linear, Network, Pieces, lap
from theorems.mukherjee2020.sawtooths import (
    Composition,
    Nodes,
    last_piece,
    power_positive,
)
from theorems.mukherjee2020.trade_offs import root, size_below
from theorems.mukherjee2020.triangles import Computes
from theorems.mukherjee2020.uniform import compositions_exist, sawtooth_as_hinges, slope_weight, widths_of

i, j, l, m, n, x = integer("i"), integer("j"), integer("l"), integer("m"), integer("n"), real("x")
_G, _S = var("g", "int->real->real"), var("S", "int->real")


def _discharged(pf: Proof, variables: list[Term], premises: list[Fact], fact: Fact) -> Fact:
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(*variables, fact)


@dataclass
class Opened(Composition):
    """The composition of the open sawtooths of a composition ``closed``; ``h`` and ``H`` are the new functions."""

    closed: Composition
    S: Term  # the slopes of the first laps
    steep: Fact  # for 1 <= l <= k: S(l) a(l)(1) = M, and S(l) > 0
    left: Fact  # h(l)(x) = S(l) x for 1 <= l <= k and x <= a(l)(1)
    right: Fact  # h(l)(x) = closed.h(l)(x) for 1 <= l <= k and x >= 0
    composed: Fact  # Composed(H, h, k)

    def nodes(self, pf: Proof, j: Term, *bounds: Fact) -> Nodes:
        """As for sawtooths: between the nodes nothing has changed."""

        def once() -> Fact:
            l = pf.fresh("j", "int")
            inside = pf.assume(conj(l >= 1, l <= self.k))
            saw = self.closed.nodes(pf, l, inside)
            g, a, p, M = self.h(l), saw.a, saw.p, saw.M

            def same(y: Term, *low: Fact) -> Fact:
                return self.right.apply(l, y, using=[inside, pf.arith(y >= 0, *low)])

            at_nodes = over(pf, 0, p + 1, lambda i, b: same(a(i), saw.inside.apply(i, using=[b])))

            def at(i: Term, *b: Fact) -> Fact:
                return at_nodes.apply(i, using=[*b])

            def linear(i: Term, b: Fact) -> Fact:
                u, v, y = a(i), a(i + 1), pf.fresh("x", "real")
                here = pf.assume(conj(u <= y, y <= v))
                line = pf.open_definition(saw.linear.apply(i, using=[b])).apply(y, using=[here])
                equal = same(y, here, saw.inside.apply(i, using=[b]))
                goal = g(y) * (v - u) == g(u) * (v - y) + g(v) * (y - u)
                fact = pf.arith(goal, line, equal, at(i, b), at(i + 1, b), multipliers=[v - u, v - y, y - u])
                return pf.restate(pf.general(y, pf.implication(here.formula, fact)), Linear(g, u, v))

            def value(i: Term, b: Fact) -> Fact:
                goal = either(g(a(i)) == 0, g(a(i)) == M)
                return pf.by_cases(
                    saw.values.apply(i, using=[b]),
                    lambda z: pf.or_intro(goal, pf.arith(g(a(i)) == 0, z, at(i, b))),
                    lambda t: pf.or_intro(goal, pf.arith(g(a(i)) == M, t, at(i, b))),
                )

            flips = over(pf, 0, p, lambda i, b: pf.arith(
                g(a(i + 1)) == M - g(a(i)), saw.flips.apply(i, using=[b]), at(i, b), at(i + 1, b)))  # fmt: skip
            facts = pf.both(saw.rising, saw.first, saw.last, over(pf, 0, p, linear), over(pf, 0, p + 1, value), flips,
                            saw.inside)  # fmt: skip
            return pf.general(l, pf.implication(inside.formula, facts))

        facts = pf.once(f"nodes of {self.H}", once).apply(j, using=bounds).split()
        return Nodes(self.h(j), self.a(j), self.p, self.M, self.positive, self.some, *facts)


def opened(pf: Proof, c: Composition, least: Fact) -> Opened:
    """The open sawtooths of c, and a composition of them; they are obtained."""
    p, k, M, a, h = c.p, c.k, c.M, c.a, c.h
    y = pf.fresh("x", "real")
    weights = lam(l, M * (1 / a(l)(1)))

    def first_node(l: Term, place: Fact) -> Fact:
        """a(l)(1) > 0."""
        saw = c.nodes(pf, l, place)
        up = saw.rising.apply(0, using=[pf.both(pf.arith(term(0) <= 0), pf.arith(term(0) <= p, c.some))])
        return pf.arith(a(l)(1) > 0, up, saw.first)

    def slope(l: Term, place: Fact) -> Fact:
        up = first_node(l, place)
        inverse = pf.lemma("inverse", a(l)(1), using=[pf.arith(negation(a(l)(1) == 0), up)])
        unit = pf.arith(1 / a(l)(1) > 0, inverse, up)
        return pf.both(
            pf.arith(weights(l) * a(l)(1) == M, inverse, multipliers=[M]), pf.arith(weights(l) > 0, unit, c.positive)
        )

    found = exists(_S, every(l, 1, k, conj(_S(l) * a(l)(1) == M, _S(l) > 0)))
    S, steep = pf.obtain(pf.witness(found, weights, over(pf, 1, k, slope, "l")), "S")
    turned = lam(l, x, where(x <= 0, S(l) * x, h(l)(x)))
    found = exists(_G, forall(l, x, _G(l)(x) == turned(l)(x)))
    number = pf.fresh("l", "int")
    g, spec = pf.obtain(pf.witness(found, turned, pf.general(number, y, pf.reflexive(turned(number)(y)))), "g")

    def zero(l: Term, place: Fact) -> Fact:
        """h(l)(0) = 0."""
        return pf.open_definition(c.factors.apply(l, using=[place]).right).left.apply(0, using=[])

    def same(l: Term, place: Fact) -> Fact:
        def at(low: Fact) -> Fact:
            goal = g(l)(y) == h(l)(y)

            def start(yes: Fact) -> Fact:
                origin = pf.arith(y == 0, yes, low)
                chosen = pf.lemma("if_true", *turned(l)(y).args, using=[yes])
                return pf.arith(goal, spec(l)(y), chosen, zero(l, place), pf.congruent(h(l), origin), origin,
                                multipliers=[S(l), 1])  # fmt: skip

            later = lambda no: pf.arith(goal, spec(l)(y), pf.lemma("if_false", *turned(l)(y).args, using=[no]))  # noqa: E731
            return pf.decide(y <= 0, start, later)

        return pf.general(y, under(pf, y >= 0, at))

    right = over(pf, 1, k, same, "l")

    def first_lap(l: Term, place: Fact) -> Fact:
        goal = g(l)(y) == S(l) * y
        saw = c.nodes(pf, l, place)
        b = pf.both(pf.arith(term(0) <= 0), pf.arith(term(0) <= p, c.some))
        node = first_node(l, place)
        line = pf.open_definition(saw.linear.apply(0, using=[b]))
        rise = steep.apply(l, using=[place]).left

        def at(high: Fact) -> Fact:
            def negative(yes: Fact) -> Fact:
                return pf.arith(goal, spec(l)(y), pf.lemma("if_true", *turned(l)(y).args, using=[yes]))

            def positive(no: Fact) -> Fact:
                inside = pf.both(pf.arith(a(l)(0) <= y, saw.first, no), pf.arith(y <= a(l)(term(0) + 1), high))
                chord = line.apply(y, using=[inside])
                start = pf.arith(h(l)(a(l)(0)) == 0, pf.congruent(h(l), saw.first), zero(l, place))
                end = pf.arith(h(l)(a(l)(1)) == M, saw.flips.apply(0, using=[b]), start)
                product = pf.arith(
                    (h(l)(y) - S(l) * y) * a(l)(1) == 0, chord, start, end, saw.first, rise,
                    multipliers=[h(l)(y), a(l)(1) - y, y - a(l)(0), y, 1, M])  # fmt: skip
                value = pf.arith(h(l)(y) == S(l) * y, product, node)
                return pf.arith(goal, value, right.apply(l, y, using=[place, pf.arith(y >= 0, no)]))

            return pf.decide(y <= 0, negative, positive)

        return pf.general(y, under(pf, y <= a(l)(1), at))

    left = over(pf, 1, k, first_lap, "l")
    G, composed = pf.obtain(compositions_exist(pf).apply(g, k, using=[pf.arith(k >= 0, least)]), "G")
    identity, following = pf.open_definition(composed).split()
    return Opened(M, p, k, a, g, G, c.positive, c.some, c.factors, identity, following, c, S, steep, left, right,
                  composed)  # fmt: skip


@once
def within_laps(pf: Proof) -> Fact:
    """For all F, M, n, t: if M > 0, n >= 1 and t(0) = 0, ..., t(n) = M cut n laps of F, then 0 <= F(x) <= M for
    0 <= x <= M."""
    F, t = pf.fresh("F", "real->real"), pf.fresh("t", "int->real")
    M, n, y = pf.fresh("M", "real"), pf.fresh("n", "int"), pf.fresh("x", "real")
    premises = [pf.assume(f) for f in (
        M > 0, n >= 1, conj(t(0) == 0, t(n) == M, every(i, 0, n - 1, lap(F, M, t(i), t(i + 1)))))]  # fmt: skip
    positive, some, cuts = premises
    first, last, laps = cuts.split()
    goal = conj(F(y) >= 0, F(y) <= M)

    def on_lap(m: Term, bounds: Fact, low: Fact, high: Fact) -> Fact:
        u, v = t(m), t(m + 1)
        order, linear, turn, start = laps.apply(m, using=[bounds]).split()
        line = pf.open_definition(linear).apply(y, using=[low, high])

        def case(value: Fact) -> Fact:
            up = value.formula.args[1].op == "num"
            part = y - u if up else v - y
            known = [line, turn, value]
            scaled = pf.arith(F(y) * (v - u) == M * part, *known, multipliers=[v - y, y - u, v - u])
            above = pf.arith(M * part >= 0, pf.arith(part >= 0, low, high), positive)
            below = pf.arith(M * (v - u - part) >= 0, pf.arith(v - u - part >= 0, low, high), positive)
            return pf.both(pf.arith(F(y) >= 0, scaled, above, order), pf.arith(F(y) <= M, scaled, below, order))

        return pf.by_cases(start, case, case)

    def claim(m: Term) -> Term:
        return implies(m <= n, implies(conj(y >= 0, y < t(m)), goal))

    def base() -> Fact:
        return under(pf, term(0) <= n, lambda _: under(pf, conj(y >= 0, y < t(0)), lambda inside: pf.anything(
            goal, pf.arith(false, inside, first))))  # fmt: skip

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            def at(inside: Fact) -> Fact:
                before = pf.modus_ponens(here, pf.arith(m <= n, bound))
                place = pf.both(low, pf.arith(m <= n - 1, bound))
                return pf.decide(
                    y < t(m),
                    lambda yes: pf.modus_ponens(before, pf.both(inside.left, yes)),
                    lambda no: on_lap(m, place, pf.arith(t(m) <= y, no), pf.arith(y <= t(m + 1), inside)),
                )

            return under(pf, conj(y >= 0, y < t(m + 1)), at)

        return under(pf, m + 1 <= n, grow)

    ladder = pf.induction("m", 0, claim, base, step)
    inside = pf.assume(conj(y >= 0, y <= M))
    before = pf.modus_ponens(ladder(n - 1), pf.arith(n - 1 >= 0, some))
    before = pf.modus_ponens(before, pf.arith(n - 1 <= n))
    place = pf.both(pf.arith(n - 1 >= 0, some), pf.arith(n - 1 <= n - 1))
    fact = pf.decide(
        y < t(n - 1),
        lambda yes: pf.modus_ponens(before, pf.both(inside.left, yes)),
        lambda no: on_lap(n - 1, place, pf.arith(t(n - 1) <= y, no), pf.arith(y <= t(n - 1 + 1), inside, last)),
    )
    return _discharged(pf, [F, M, n, t], premises, pf.general(y, pf.implication(inside.formula, fact)))


def agreement(pf: Proof, o: Opened, laps: Fact) -> Fact:
    """For 0 <= j <= k: G(j)(x) = H(j)(x) for 0 <= x <= M; ``laps`` are :func:`laps_of_composition`."""
    c, M, G, H = o.closed, o.M, o.H, o.closed.H
    y = pf.fresh("x", "real")
    inside = pf.assume(conj(y >= 0, y <= M))

    def base() -> Fact:
        return under(pf, term(0) <= o.k, lambda _: pf.arith(
            G(term(0))(y) == H(term(0))(y), o.identity(y), c.identity(y)))  # fmt: skip

    def step(j: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[bound])
            mark = pf.opened
            whole = laps.apply(j, using=[low, pf.arith(j <= o.k, bound)])
            t, cuts = pf.obtain(pf.open_definition(whole), "t")
            count = power_positive(pf, o.p + 1, o.some).apply(j, using=[low])
            within = within_laps(pf).apply(G(j), M, (o.p + 1) ** j, t, y, using=[o.positive, count, cuts, inside])
            value = o.right.apply(j + 1, G(j)(y), using=[low, bound, within])
            fact = pf.arith(
                G(j + 1)(y) == H(j + 1)(y),
                o.next.apply(j, using=[low, bound])(y),
                c.next.apply(j, using=[low, bound])(y),
                value,
                pf.congruent(c.h(j + 1), before),
            )
            return pf.close(fact, mark)

        return under(pf, j + 1 <= o.k, grow)

    ladder = pf.induction("j", 0, lambda j: implies(j <= o.k, G(j)(y) == H(j)(y)), base, step)
    number = pf.fresh("j", "int")
    at = pf.assume(conj(number >= 0, number <= o.k))
    fact = pf.general(y, pf.implication(inside.formula, ladder.apply(number, using=[at])))
    return pf.general(number, pf.implication(at.formula, fact))


_U, _Q, _A, _B = (var(name, "real") for name in ("u", "q", "alpha", "beta"))


def starts(f: Term) -> Term:
    """f(x) = q x for x <= u, with u > 0 and q > 0."""
    return exists(_U, _Q, conj(_U > 0, _Q > 0, forall(x, implies(x <= _U, f(x) == _Q * x))))


def ends(f: Term, M: Term) -> Term:
    """f(x) = alpha x + beta for x >= u, with u < M; it rises to M at M, or it falls to 0 there."""
    up, down = conj(_A > 0, _A * M + _B == M), conj(_A < 0, _A * M + _B == 0)
    return exists(_U, _A, _B, conj(_U < M, either(up, down), forall(x, implies(x >= _U, f(x) == _A * x + _B))))


def left_start(pf: Proof, o: Opened) -> Fact:
    """For 0 <= j <= k: starts(G(j))."""
    G = o.H
    y = pf.fresh("x", "real")

    def base() -> Fact:
        line = pf.general(y, under(pf, y <= 1, lambda _: pf.arith(G(term(0))(y) == 1 * y, o.identity(y))))
        found = pf.witness(starts(G(term(0))), 1, 1, pf.both(pf.arith(term(1) > 0), pf.arith(term(1) > 0), line))
        return under(pf, term(0) <= o.k, lambda _: found)

    def step(j: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            u, q, facts = pf.obtain(here.apply(using=[bound]), "u", "q")
            wide, steep, line = facts.split()
            rise = o.steep.apply(j + 1, using=[low, bound])
            node = o.a(j + 1)(1)
            positive = pf.arith(node > 0, rise, o.positive)

            def reaching(v: Term, wide_: Fact, within: Fact, enough: Fact) -> Fact:
                """From v > 0, v <= u and q v <= a(j + 1)(1)."""

                def at(before: Fact) -> Fact:
                    inner = line.apply(y, using=[pf.arith(y <= u, before, within)])
                    high = pf.arith(G(j)(y) <= node, inner, pf.arith(q * y <= q * v, before, steep), enough)
                    value = o.left.apply(j + 1, G(j)(y), using=[low, bound, high])
                    return pf.arith(
                        G(j + 1)(y) == o.S(j + 1) * q * y, o.next.apply(j, using=[low, bound])(y), value, inner,
                        multipliers=[o.S(j + 1), 1])  # fmt: skip

                fact = pf.general(y, under(pf, y <= v, at))
                slope = pf.arith(o.S(j + 1) * q > 0, rise, steep)
                return pf.witness(starts(G(j + 1)), v, o.S(j + 1) * q, pf.both(wide_, slope, fact))

            def short(no: Fact) -> Fact:
                inverse = pf.lemma("inverse", q, using=[pf.arith(negation(q == 0), steep)])
                v = node * (1 / q)
                exact = pf.arith(q * v == node, inverse, multipliers=[node])
                unit = pf.arith(1 / q > 0, inverse, steep)
                near = pf.arith(v <= u, pf.arith(q * v <= q * u, exact, no), steep)
                return reaching(v, pf.arith(v > 0, unit, positive), near, pf.arith(q * v <= node, exact))

            return pf.decide(q * u <= node, lambda yes: reaching(u, wide, pf.arith(u <= u), yes), short)

        return under(pf, j + 1 <= o.k, grow)

    return pf.induction("j", 0, lambda j: implies(j <= o.k, starts(G(j))), base, step)


def last_lap(pf: Proof, o: Opened) -> Fact:
    """For 1 <= l <= k: g(l)(x) = alpha x + beta for x >= a(l)(p), rising to M at M or falling to 0 there."""
    c, M, p = o.closed, o.M, o.p
    y = pf.fresh("x", "real")
    up, down = conj(_A > 0, _A * M + _B == M), conj(_A < 0, _A * M + _B == 0)

    def claim(l: Term) -> Term:
        s = o.a(l)(p)
        return exists(_A, _B, conj(either(up, down), forall(x, implies(x >= s, o.h(l)(x) == _A * x + _B))))

    def one(l: Term, place: Fact) -> Fact:
        saw, h, s = c.nodes(pf, l, place), c.h(l), o.a(l)(p)
        _, _, turned, _, beyond = pf.open_definition(c.factors.apply(l, using=[place]).right).split()
        chord = last_piece(pf, saw, beyond)
        short = pf.arith(s < M, saw.rising.apply(p, using=[c.some]), saw.last)
        low = saw.inside.apply(p, using=[c.some])
        inverse = pf.lemma("inverse", M - s, using=[pf.arith(negation(M - s == 0), short)])
        r = 1 / (M - s)
        unit = pf.arith(r > 0, inverse, short)
        steep = pf.arith(M * r > 0, unit, c.positive)

        def case(value: Fact) -> Fact:
            rises = value.formula.args[1].op == "num"
            alpha, beta = (M * r, -(M * r * s)) if rises else (-(M * r), M * r * M)

            def at(after: Fact) -> Fact:
                line = chord.apply(y, using=[after])
                scaled = pf.arith(h(y) * (M - s) == M * (y - s if rises else M - y), line, turned, value,
                                  multipliers=[M - y, y - s])  # fmt: skip
                plain = pf.arith(h(y) == alpha * y + beta, scaled, inverse, multipliers=[r, h(y), M * y, M * s, M * M])
                same = o.right.apply(l, y, using=[place, pf.arith(y >= 0, after, low)])
                return pf.arith(o.h(l)(y) == alpha * y + beta, plain, same)

            side = pf.both(
                pf.arith(alpha > 0 if rises else alpha < 0, steep),
                pf.arith(alpha * M + beta == (M if rises else 0), inverse, multipliers=[M]),
            )
            found = claim(l)
            goal = either(conj(alpha > 0, alpha * M + beta == M), conj(alpha < 0, alpha * M + beta == 0))
            return pf.witness(found, alpha, beta, pf.both(
                pf.or_intro(goal, side), pf.general(y, under(pf, y >= s, at))))  # fmt: skip

        return pf.by_cases(saw.values.apply(p, using=[c.some]), case, case)

    return over(pf, 1, o.k, one, "l")


def right_end(pf: Proof, o: Opened) -> Fact:
    """For 0 <= j <= k: ends(G(j), M)."""
    G, M = o.H, o.M
    y = pf.fresh("x", "real")
    last = last_lap(pf, o)

    def base() -> Fact:
        def start(_: Fact) -> Fact:
            line = pf.general(y, under(pf, y >= 0, lambda _: pf.arith(G(term(0))(y) == 1 * y + 0, o.identity(y))))
            sides = pf.both(pf.arith(term(1) > 0), pf.arith(term(1) * M + 0 == M))
            goal = either(sides.formula, conj(term(1) < 0, term(1) * M + 0 == 0))
            return pf.witness(ends(G(term(0)), M), 0, 1, 0, pf.both(o.positive, pf.or_intro(goal, sides), line))

        return under(pf, term(0) <= o.k, start)

    def step(j: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            u, alpha, beta, facts = pf.obtain(here.apply(using=[bound]), "u", "alpha", "beta")
            before, sides, line = facts.left, facts.right.left, facts.right.right
            delta, eps, outer = pf.obtain(last.apply(j + 1, using=[low, bound]), "delta", "eps")
            S, first, node = o.S(j + 1), o.a(j + 1)(1), o.a(j + 1)(o.p)
            rise = o.steep.apply(j + 1, using=[low, bound])
            saw = o.nodes(pf, j + 1, low, bound)
            short = pf.arith(node < M, saw.rising.apply(o.p, using=[o.some]), saw.last)
            positive = pf.arith(first > 0, rise, o.positive)
            following = o.next.apply(j, using=[low, bound])

            def reaching(
                v: Term,
                early: Fact,
                within: Fact,
                value: Callable[[Fact, Fact], Fact],
                new: tuple[Term, Term],
                side: Fact,
            ) -> Fact:
                """``value(x >= v, G(j)(x) = alpha x + beta)`` is g(j + 1)(G(j)(x)) = the new line."""

                def at(after: Fact) -> Fact:
                    inner = line.apply(y, using=[pf.arith(y >= u, after, within)])
                    return pf.arith(G(j + 1)(y) == new[0] * y + new[1], following(y), value(after, inner), inner,
                                    multipliers=[delta, S, 1])  # fmt: skip

                goal = either(conj(new[0] > 0, new[0] * M + new[1] == M), conj(new[0] < 0, new[0] * M + new[1] == 0))
                return pf.witness(ends(G(j + 1), M), v, *new, pf.both(
                    early, pf.or_intro(goal, side), pf.general(y, under(pf, y >= v, at))))  # fmt: skip

            def turning(level: Term, far: Fact, rising: bool, finish: Callable[[Term, Fact, Fact, Fact], Fact]) -> Fact:
                """Where alpha x + beta passes the level, which it reaches before M, or u if it is beyond there."""
                beyond = alpha * u + beta >= level if rising else alpha * u + beta <= level

                def later(no: Fact) -> Fact:
                    inverse = pf.lemma("inverse", alpha, using=[pf.arith(negation(alpha == 0), far)])
                    v = (level - beta) * (1 / alpha)
                    exact = pf.arith(alpha * v == level - beta, inverse, multipliers=[level, beta])
                    z = pf.fresh("v", "real")
                    given = [pf.assume(alpha * z == level - beta)]
                    sign = (lambda c: c > 0) if rising else (lambda c: c < 0)
                    after = pf.arith(u <= z, pf.arith(sign(alpha * (z - u)), no, *given), far)
                    early = pf.arith(z < M, pf.arith(sign(alpha * (M - z)), far, short, positive, *given), far)
                    reach = pf.arith(alpha * z + beta >= level if rising else alpha * z + beta <= level, *given)
                    general = _discharged(pf, [z], given, finish(z, early, after, reach))
                    return general.apply(v, using=[exact])

                return pf.decide(beyond, lambda yes: finish(u, before, pf.arith(u <= u), yes), later)

            def up(far: Fact) -> Fact:
                def finish(v: Term, early: Fact, within: Fact, reach: Fact) -> Fact:
                    def value(after: Fact, inner: Fact) -> Fact:
                        high = pf.arith(G(j)(y) >= node, inner, pf.arith(alpha * y >= alpha * v, after, far), reach)
                        return outer.right.apply(G(j)(y), using=[high])

                    def side(f: Fact) -> Fact:
                        rising = f.formula.args[0].args[0].op == "num"
                        slope = delta * alpha > 0 if rising else delta * alpha < 0
                        end = delta * alpha * M + (delta * beta + eps) == (M if rising else 0)
                        both = pf.both(pf.arith(slope, f, far), pf.arith(end, f, far, multipliers=[delta, 1]))
                        return reaching(v, early, within, value, (delta * alpha, delta * beta + eps), both)

                    return pf.by_cases(outer.left, side, side)

                return turning(node, far, True, finish)

            def down(far: Fact) -> Fact:
                def finish(v: Term, early: Fact, within: Fact, reach: Fact) -> Fact:
                    def value(after: Fact, inner: Fact) -> Fact:
                        high = pf.arith(G(j)(y) <= first, inner, pf.arith(alpha * y <= alpha * v, after, far), reach)
                        return o.left.apply(j + 1, G(j)(y), using=[low, bound, high])

                    both = pf.both(pf.arith(S * alpha < 0, rise, far), pf.arith(
                        S * alpha * M + S * beta == 0, far, multipliers=[S]))  # fmt: skip
                    return reaching(v, early, within, value, (S * alpha, S * beta), both)

                return turning(first, far, False, finish)

            return pf.by_cases(sides, up, down)

        return under(pf, j + 1 <= o.k, grow)

    return pf.induction("j", 0, lambda j: implies(j <= o.k, ends(G(j), M)), base, step)


@once
def pieces_of_open(pf: Proof) -> Fact:
    """For all F, M, N, t: if M > 0, N >= 2, t cuts N laps of F on [0, M], starts(F) and ends(F, M), then
    Pieces(F, N)."""
    F, t = pf.fresh("F", "real->real"), pf.fresh("t", "int->real")
    M, N, y = pf.fresh("M", "real"), pf.fresh("N", "int"), pf.fresh("x", "real")
    cuts = conj(t(0) == 0, t(N) == M, every(i, 0, N - 1, lap(F, M, t(i), t(i + 1))))
    premises = [pf.assume(f) for f in (M > 0, N >= 2, cuts, starts(F), ends(F, M))]
    positive, many, cut, start, end = premises
    first, last, laps = cut.split()
    mark = pf.opened
    run, rise = lam(i, t(i) - t(i - 1)), lam(i, F(t(i)) - F(t(i - 1)))
    slopes = lam(i, rise(i) * (1 / run(i)))
    alpha_ = var("slope", "int->real")

    def slope(n: Term, bounds: Fact) -> Fact:
        order = laps.apply(n - 1, using=[bounds]).left
        long = pf.arith(run(n) > 0, order)
        inverse = pf.lemma("inverse", run(n), using=[pf.arith(negation(run(n) == 0), long)])
        return pf.arith(slopes(n) * run(n) == rise(n), inverse, multipliers=[rise(n)])

    found = exists(alpha_, every(i, 1, N, alpha_(i) * run(i) == rise(i)))
    alpha, steep = pf.obtain(pf.witness(found, slopes, over(pf, 1, N, slope)), "alpha")
    beta = lam(i, F(t(i - 1)) - alpha(i) * t(i - 1))

    def of_lap(n: Term, *bounds: Fact) -> tuple[Fact, Fact, Fact, Fact]:
        """Of lap n: t(n - 1) < t(n); the rise; F(t(n)) = M - F(t(n-1)); F(t(n-1)) is 0 or M."""
        order, _, turn, low = laps.apply(n - 1, using=bounds).split()
        order = pf.arith(t(n - 1) < t(n), order)
        turn = pf.arith(F(t(n)) == M - F(t(n - 1)), turn)
        return order, steep.apply(n, using=bounds), turn, low

    def different(n: Term, bounds: Fact) -> Fact:
        one, two = of_lap(n, bounds), of_lap(n + 1, bounds)
        turn = pf.arith(F(t(n + 1)) == M - F(t(n)), two[2])

        def clash(same: Fact) -> Fact:
            def case(value: Fact) -> Fact:
                up = value.formula.args[1].op == "num"
                here = pf.arith(alpha(n) * (t(n) - t(n - 1)) == (M if up else -M), one[1], one[2], value)
                next_ = pf.arith(alpha(n + 1) * (t(n + 1) - t(n)) == (-M if up else M), two[1], turn, one[2], value)
                order = pf.arith(t(n) < t(n + 1), two[0])
                if up:
                    return pf.arith(false, pf.arith(alpha(n) > 0, here, one[0], positive), pf.arith(
                        alpha(n + 1) < 0, next_, order, positive), same)  # fmt: skip
                return pf.arith(false, pf.arith(alpha(n) < 0, here, one[0], positive), pf.arith(
                    alpha(n + 1) > 0, next_, order, positive), same)  # fmt: skip

            return pf.by_cases(one[3], case, case)

        return pf.refute(alpha(n) == alpha(n + 1), clash)

    def on_lap(n: Term, low: Fact, high: Fact, *bounds: Fact) -> Fact:
        """F(y) = alpha(n) y + beta(n) for t(n - 1) <= y <= t(n)."""
        order, climb, _, _ = of_lap(n, *bounds)
        linear = laps.apply(n - 1, using=bounds).right.left
        line = pf.open_definition(linear).apply(y, using=[low, pf.arith(y <= t(n - 1 + 1), high)])
        product = pf.arith((F(y) - (alpha(n) * y + beta(n))) * run(n) == 0, line, climb,
                           multipliers=[y - t(n - 1), y, t(n - 1), 1])  # fmt: skip
        return pf.arith(F(y) == alpha(n) * y + beta(n), product, order)

    any_lap = over(pf, 1, N, lambda n, b: pf.general(y, under(pf, conj(t(n - 1) <= y, y <= t(n)), lambda inside: on_lap(
        n, inside.left, inside.right, b))))  # fmt: skip

    def lap_at(n: Term, z: Term, *known: Fact) -> Fact:
        return any_lap.apply(n, z, using=known)

    def left_tail(at: Fact) -> Fact:
        """F(y) = alpha(1) y + beta(1) for y <= 0."""
        inner = pf.opened
        u, q, facts = pf.obtain(start, "u", "q")
        wide, _, line = facts.split()
        bounds = pf.both(pf.arith(term(1) >= 1), pf.arith(term(1) <= N, many))
        order = of_lap(term(1), bounds)[0]
        order = pf.arith(t(1) > 0, order, first)
        z = pf.fresh("z", "real")
        given = [pf.assume(z > 0), pf.assume(z <= u), pf.assume(z <= t(1))]
        here = lap_at(term(1), z, bounds, pf.arith(t(term(1) - 1) <= z, first, *given), *given)
        zero = lap_at(term(1), term(0), bounds, pf.arith(t(term(1) - 1) <= 0, first), pf.arith(0 <= t(1), order))
        origin = line.apply(0, using=[wide])
        level = pf.arith(beta(1) == 0, zero, origin)
        product = pf.arith((alpha(1) - q) * z == 0, here, line.apply(z, using=given), level)
        same = _discharged(pf, [z], given, pf.arith(alpha(1) == q, product, given[0]))
        same = pf.decide(
            u <= t(1),
            lambda yes: same.apply(u, using=[wide, pf.arith(u <= u), yes]),
            lambda no: same.apply(t(1), using=[order, pf.arith(t(1) <= u, no), pf.arith(t(1) <= t(1))]),
        )
        value = line.apply(y, using=[pf.arith(y <= u, at, wide)])
        return pf.close(pf.arith(F(y) == alpha(1) * y + beta(1), value, same, level, multipliers=[y, 1]), inner)

    def right_tail(at: Fact) -> Fact:
        """F(y) = alpha(N) y + beta(N) for y >= M."""
        inner = pf.opened
        u, a, _, facts = pf.obtain(end, "u", "a", "b")
        before, _, line = facts.left, facts.right.left, facts.right.right
        bounds = pf.both(pf.arith(N >= 1, many), pf.arith(N <= N))
        order = pf.arith(t(N - 1) < M, of_lap(N, bounds)[0], last)
        z = pf.fresh("z", "real")
        given = [pf.assume(z < M), pf.assume(u <= z), pf.assume(t(N - 1) <= z)]
        here = lap_at(N, z, bounds, pf.arith(z <= t(N), last, *given), *given)
        top = lap_at(N, M, bounds, pf.arith(t(N - 1) <= M, order), pf.arith(M <= t(N), last))
        far = line.apply(M, using=[pf.arith(M >= u, before)])
        product = pf.arith((alpha(N) - a) * (M - z) == 0, here, line.apply(z, using=given), top, far)
        same = _discharged(pf, [z], given, pf.arith(alpha(N) == a, product, given[0]))
        same = pf.decide(
            u <= t(N - 1),
            lambda yes: same.apply(t(N - 1), using=[order, yes, pf.arith(t(N - 1) <= t(N - 1))]),
            lambda no: same.apply(u, using=[before, pf.arith(u <= u), pf.arith(t(N - 1) <= u, no)]),
        )
        value = line.apply(y, using=[pf.arith(y >= u, at, before)])
        return pf.close(pf.arith(F(y) == alpha(N) * y + beta(N), value, same, top, far, multipliers=[y, M, 1]), inner)

    def formula(n: Term, bounds: Fact) -> Fact:
        goal = F(y) == alpha(n) * y + beta(n)
        above, below = pf.assume(either(n == 1, t(n - 1) <= y)), pf.assume(either(n == N, y <= t(n)))
        line = lam(i, alpha(i) * y + beta(i))

        def within(low: Fact) -> Fact:
            def beyond(no: Fact) -> Fact:
                def final(is_last: Fact) -> Fact:
                    moved = pf.congruent(line, is_last)
                    far = pf.arith(y >= M, no, last, pf.congruent(t, is_last))
                    return pf.arith(goal, right_tail(far), moved)

                return pf.by_cases(below, final, lambda high: pf.anything(goal, pf.arith(false, high, no)))

            return pf.decide(y <= t(n), lambda high: on_lap(n, low, high, bounds), beyond)

        def before(no: Fact) -> Fact:
            def initial(is_first: Fact) -> Fact:
                moved = pf.congruent(line, is_first)
                near = pf.arith(y <= 0, no, first, pf.congruent(t, pf.arith(n - 1 == 0, is_first)))
                return pf.arith(goal, left_tail(near), moved)

            return pf.by_cases(above, initial, lambda low: pf.anything(goal, pf.arith(false, low, no)))

        value = pf.decide(t(n - 1) <= y, within, before)
        return pf.general(y, pf.implication(above.formula, pf.implication(below.formula, value)))

    def increasing(n: Term, bounds: Fact) -> Fact:
        place = pf.both(pf.arith(n >= 0, bounds), pf.arith(n <= N - 1, bounds))
        return pf.arith(t(n) < t(n + 1), laps.apply(n, using=[place]).left)

    goal = Pieces(F, N)
    parts = pf.both(over(pf, 1, N - 2, increasing), over(pf, 1, N - 1, different), over(pf, 1, N, formula))
    whole = pf.both(pf.arith(N >= 1, many), pf.witness(body(goal).args[1], t, alpha, beta, parts))
    fact = pf.close(pf.restate(whole, goal), mark)
    return _discharged(pf, [F, M, N, t], premises, fact)


def pieces_of_opened(pf: Proof, o: Opened, least: Fact, laps: Fact) -> Fact:
    """Pieces(G(k), (p + 1)^k); ``least`` is k >= 1, ``laps`` are :func:`laps_of_composition`."""
    P, k = o.p + 1, o.k
    here = [pf.arith(k >= 0, least), pf.arith(k <= k)]
    mark = pf.opened
    t, cuts = pf.obtain(pf.open_definition(laps.apply(k, using=here)), "t")
    before = power_positive(pf, P, o.some).apply(k - 1, using=[least])
    longer = pf.rewrite(pf.lemma("power_step", P, k - 1, using=[pf.arith(k - 1 >= 0, least)]), pf.ring(k - 1 + 1, k))
    many = pf.arith(P**k >= 2, longer, pf.arith(P ** (k - 1) * (P - 2) >= 0, before, o.some), before)
    start, end = left_start(pf, o).apply(k, using=here), right_end(pf, o).apply(k, using=here)
    return pf.close(pieces_of_open(pf).apply(o.H(k), o.M, P**k, t, using=[o.positive, many, cuts, start, end]), mark)


@once
def signed_hinge_network(pf: Proof) -> Fact:
    """For all w, k, h, H, d, c, e, t: if H is composed of h, and h(l)(x) is d(l) plus the sum of c(l)(i) max(0, e(i)
    (x - t(l)(i))) over 1 <= i <= w for 1 <= l <= k, then k layers of w units compute H(k)."""
    w, k = pf.fresh("w", "int"), pf.fresh("k", "int")
    h, H = pf.fresh("h", "int->real->real"), pf.fresh("H", "int->real->real")
    c, t = pf.fresh("c", "int->int->real"), pf.fresh("t", "int->int->real")
    d, e = pf.fresh("d", "int->real"), pf.fresh("e", "int->real")
    hinged = every(l, 1, k, forall(x, h(l)(x) == d(l) + total(j, 1, w, c(l)(j) * maximum(0, e(j) * (x - t(l)(j))))))
    premises = [pf.assume(a) for a in (w >= 1, k >= 1, Composed(H, h, k), hinged)]
    wide, deep, composed, sums = premises
    identity, following = pf.open_definition(composed).split()
    widths, y = widths_of(w), pf.fresh("x", "real")
    z = lam(l, i, x, where(l <= 0, x, maximum(0, e(i) * (H(l - 1)(x) - t(l)(i)))))
    W = lam(l, i, j, where(l <= 1, e(i), e(i) * c(l - 1)(j)))
    b = lam(l, i, where(l <= 1, -(e(i) * t(l)(i)), e(i) * (d(l - 1) - t(l)(i))))

    def unit(m: Term, i: Term, above: Fact) -> Fact:
        """z(m)(i)(y) = max(0, e(i) (H(m-1)(y) - t(m)(i))) for m >= 1."""
        return pf.lemma("if_false", *z(m)(i)(y).args, using=[pf.arith(negation(m <= 0), above)])

    def size(m: Term, above: Fact) -> Fact:
        return pf.lemma("if_false", *widths(m).args, using=[pf.arith(negation(m <= 0), above)])

    def value_of_sum(m: Term, place: Fact) -> Fact:
        """d(m) and the sum of c(m)(j) z(m)(j)(y) are H(m)(y), for 1 <= m <= k."""
        hinge = lam(j, c(m)(j) * maximum(0, e(j) * (H(m - 1)(y) - t(m)(j))))
        through = lam(j, c(m)(j) * z(m)(j)(y))
        same = over(pf, 1, w, lambda i, _: pf.arith(hinge(i) == through(i), unit(m, i, place), multipliers=[c(m)(i)]))
        equal = pf.lemma("sum_same", 1, w, hinge, through, using=[same])
        here = pf.arith(H(m)(y) == h(m)(H(m - 1)(y)), following.apply(m - 1, using=[place])(y))
        at = sums.apply(m, using=[place])(H(m - 1)(y))
        return pf.arith(d(m) + total(j, 1, w, through(j)) == H(m)(y), equal, here, at)

    summed = over(pf, 1, k, value_of_sum, "l")

    def layer(m: Term, bounds: Fact) -> Fact:
        def one(i: Term, _: Fact) -> Fact:
            summand = lam(j, W(m + 1)(i)(j) * z(m)(j)(y))
            argument = b(m + 1)(i) + total(j, 1, widths(m), summand(j))
            goal = argument == e(i) * (H(m)(y) - t(m + 1)(i))

            def first(yes: Fact) -> Fact:
                single = pf.lemma("if_true", *widths(m).args, using=[yes])
                at = pf.arith(m + 1 <= 1, yes)
                weight = pf.lemma("if_true", *W(m + 1)(i)(1).args, using=[at])
                bias = pf.lemma("if_true", *b(m + 1)(i).args, using=[at])
                here = pf.lemma("if_true", *z(m)(1)(y).args, using=[yes])
                count = pf.congruent(lam(n, total(j, 1, n, summand(j))), single)
                one_term = pf.rewrite(pf.lemma("sum_step", 1, 0, summand), pf.ring(term(0) + 1, 1))
                zero = pf.congruent(lam(n, H(n)(y)), pf.arith(m == 0, yes, bounds))
                return pf.arith(goal, count, one_term, pf.lemma("sum_empty", 1, 0, summand), weight, bias, here, zero,
                                identity(y), multipliers=[z(m)(1)(y), e(i), 1])  # fmt: skip

            def later(no: Fact) -> Fact:
                count = pf.congruent(lam(n, total(j, 1, n, summand(j))), size(m, no))
                plain = lam(j, c(m)(j) * z(m)(j)(y))
                off = pf.arith(negation(m + 1 <= 1), no)
                bias = pf.lemma("if_false", *b(m + 1)(i).args, using=[off])
                back = pf.congruent(d, pf.ring(m + 1 - 1, m))

                def weight(i_: Term, _: Fact) -> Fact:
                    chosen = pf.lemma("if_false", *W(m + 1)(i)(i_).args, using=[off])
                    moved = pf.congruent(lam(n, c(n)(i_)), pf.ring(m + 1 - 1, m))
                    return pf.arith(summand(i_) == e(i) * plain(i_), chosen, moved, multipliers=[
                        z(m)(i_)(y), e(i) * z(m)(i_)(y)])  # fmt: skip

                scaled = sums_scaled(pf).apply(1, w, plain, e(i), using=[pf.arith(term(1) <= w + 1, wide)])
                equal = pf.lemma(
                    "sum_same", 1, w, summand, lam(j, e(i) * plain(j)), using=[over(pf, 1, w, weight, "j")]
                )
                place = pf.both(pf.arith(m >= 1, no), pf.arith(m <= k, bounds))
                return pf.arith(goal, count, equal, scaled, bias, back, summed.apply(m, using=[place]), multipliers=[
                    e(i), 1])  # fmt: skip

            act = pf.congruent(lam(x, maximum(0, x)), pf.decide(m <= 0, first, later))
            now = unit(m + 1, i, pf.arith(m + 1 >= 1, bounds))
            index = pf.congruent(lam(n, maximum(0, e(i) * (H(n)(y) - t(m + 1)(i)))), pf.ring(m + 1 - 1, m))
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
    whole = total(j, 1, widths(k), top(j))
    width = pf.congruent(lam(n, total(j, 1, n, top(j))), size(k, deep))
    value = pf.arith(H(k)(y) == d(k) + whole, last, width)
    goal = Computes(widths, k, H(k))
    fact = pf.witness(body(goal), z, W, b, lam(j, c(k)(j)), d(k), pf.both(
        pf.restate(network, Network(z, W, b, widths, k)), pf.general(y, value)))  # fmt: skip
    return _discharged(pf, [w, k, h, H, d, c, e, t], premises, pf.restate(fact, goal))


def represented_open(pf: Proof, o: Opened, least: Fact) -> Fact:
    """Computes(widths_of(p + 1), k, G(k)); ``least`` is k >= 1. The first unit looks to the left of the first node, the
    second to its right, and the others are the hinges of the sawtooth: M - S max(0, a_1 - x) + (S + c_2)
    max(0, x - a_1) is S x + c_2 max(0, x - a_1)."""
    p, k, M, S, g = o.p, o.k, o.M, o.S, o.h
    y = pf.fresh("x", "real")
    e = lam(j, where(j <= 1, -1, 1))
    kappa = lam(l, slope_weight(o.closed.h(l), o.a(l)))
    t = lam(l, j, where(j <= 1, o.a(l)(1), o.a(l)(j - 1)))
    c = lam(l, j, where(j <= 1, -S(l), where(j <= 2, S(l) + kappa(l)(2), kappa(l)(j))))
    d = lam(l, M + 0 * l)

    def one(l: Term, place: Fact) -> Fact:
        simplex, sawtooth = o.factors.apply(l, using=[place]).split()
        h, a = o.closed.h(l), o.a(l)
        hinged = sawtooth_as_hinges(pf, h, a, p, M, o.some, simplex, sawtooth)(y)
        saw = o.closed.nodes(pf, l, place)
        rise = o.steep.apply(l, using=[place]).left
        old = lam(j, kappa(l)(j) * maximum(0, y - a(j - 1)))
        new = lam(j, c(l)(j) * maximum(0, e(j) * (y - t(l)(j))))

        def open_value() -> Fact:
            """g(y) = h(y) + S y - S max(0, y)."""
            goal = g(l)(y) == h(y) + S(l) * y - S(l) * maximum(0, y)
            cases = pf.lemma("max", 0, y)

            def at(sign: Fact, *known: Fact) -> Fact:
                return pf.arith(goal, *known, sign, multipliers=[S(l), 1])

            def nonnegative(yes: Fact) -> Fact:
                act = pf.by_cases(cases, *[lambda f: pf.arith(maximum(0, y) == y, f, yes)] * 2)
                return at(act, o.right.apply(l, y, using=[place, yes]))

            def negative(no: Fact) -> Fact:
                act = pf.by_cases(cases, *[lambda f: pf.arith(maximum(0, y) == 0, f, no)] * 2)
                below = pf.arith(y <= o.a(l)(1), no, rise, o.steep.apply(l, using=[place]), o.positive)
                flat = pf.open_definition(sawtooth).left.apply(y, using=[pf.arith(y <= 0, no)])
                return at(act, o.left.apply(l, y, using=[place, below]), flat)

            return pf.decide(y >= 0, nonnegative, negative)

        def first_weight() -> Fact:
            """kappa(1) = S."""
            chosen = pf.lemma("if_true", *kappa(l)(1).args)
            here = pf.both(pf.arith(term(0) <= 0), pf.arith(term(0) <= p, o.some))
            run = a(1) - a(term(1) - 1)
            long = pf.arith(run > 0, saw.rising.apply(0, using=[here]))
            inverse = pf.lemma("inverse", run, using=[pf.arith(negation(run == 0), long)])
            zero = pf.congruent(h, saw.first)
            start = pf.arith(h(a(0)) == 0, zero, pf.open_definition(sawtooth).left.apply(0, using=[]))
            top = pf.arith(h(a(1)) == M, saw.flips.apply(0, using=[here]), start)
            steep = pf.arith(kappa(l)(1) * run == M, chosen, inverse, start, top, multipliers=[
                run, h(a(1)), h(a(0)), 1 / run, 1])  # fmt: skip
            product = pf.arith((kappa(l)(1) - S(l)) * run == 0, steep, rise, saw.first, multipliers=[S(l), 1])
            return pf.arith(kappa(l)(1) == S(l), product, long)

        same_slope = first_weight()

        def claim(m: Term) -> Term:
            return M + total(j, 1, m, new(j)) == total(j, 1, m, old(j)) + S(l) * y - S(l) * maximum(0, y)

        def base() -> Fact:
            sums = []
            for f in (new, old):
                sums += [
                    pf.lemma("sum_empty", 1, 0, f),
                    pf.rewrite(pf.lemma("sum_step", 1, 0, f), pf.ring(term(0) + 1, 1)),
                    pf.rewrite(pf.lemma("sum_step", 1, 1, f), pf.ring(term(1) + 1, 2)),
                ]
            node = a(1)
            chosen = []
            for q in (1, 2):
                side = "if_true" if q == 1 else "if_false"
                chosen += [pf.lemma(side, *f(q).args) for f in (e, t(l), c(l))]
            inner = pf.lemma("if_true", *c(l)(2).args[2].args)
            r, s = maximum(0, y - node), maximum(0, node - y)
            relu = lam(x, maximum(0, x))
            looks = [
                pf.arith(e(q) * (y - t(l)(q)) == side, *chosen, multipliers=[y, t(l)(q), e(q), 1])
                for q, side in ((1, node - y), (2, y - node))
            ]
            left, right = pf.congruent(relu, looks[0]), pf.congruent(relu, looks[1])
            one_new = pf.arith(
                new(1) == -S(l) * s, chosen[2], left, multipliers=[maximum(0, e(1) * (y - t(l)(1))), S(l)]
            )
            two_new = pf.arith(new(2) == (S(l) + kappa(l)(2)) * r, chosen[5], inner, right, multipliers=[
                maximum(0, e(2) * (y - t(l)(2))), S(l) + kappa(l)(2)])  # fmt: skip
            origin = pf.congruent(lam(x, maximum(0, y - x)), pf.arith(a(term(1) - 1) == 0, saw.first))
            plain = pf.congruent(lam(x, maximum(0, x)), pf.ring(y - 0, y))
            one_old = pf.arith(old(1) == S(l) * maximum(0, y), same_slope, origin, plain, multipliers=[
                maximum(0, y - a(term(1) - 1)), S(l)])  # fmt: skip
            two_old = pf.arith(old(2) == kappa(l)(2) * r, pf.congruent(lam(x, maximum(0, y - x)), pf.arith(
                a(term(2) - 1) == node)), multipliers=[kappa(l)(2)])  # fmt: skip
            split = r - s == y - node
            cases = pf.lemma("max", 0, y - node), pf.lemma("max", 0, node - y)

            def by_side(f: Fact) -> Fact:
                return pf.by_cases(cases[1], lambda g_: pf.arith(split, f, g_), lambda g_: pf.arith(split, f, g_))

            parts = pf.by_cases(cases[0], by_side, by_side)
            return pf.arith(
                claim(term(2)), *sums, one_new, two_new, one_old, two_old, parts, rise, multipliers=[S(l), 1]
            )

        def step(m: Term, low: Fact, here: Fact) -> Fact:
            longer = [pf.lemma("sum_step", 1, m, f, using=[pf.arith(m >= 0, low)]) for f in (new, old)]
            q = m + 1
            over_one, over_two = pf.arith(negation(q <= 1), low), pf.arith(negation(q <= 2), low)
            sign = pf.lemma("if_false", *e(q).args, using=[over_one])
            place_ = pf.lemma("if_false", *t(l)(q).args, using=[over_one])
            outer = pf.lemma("if_false", *c(l)(q).args, using=[over_one])
            inner = pf.lemma("if_false", *c(l)(q).args[2].args, using=[over_two])
            hinge = pf.congruent(lam(x, maximum(0, x)), pf.arith(
                e(q) * (y - t(l)(q)) == y - a(q - 1), sign, place_, multipliers=[y, t(l)(q), 1]))  # fmt: skip
            equal = pf.arith(new(q) == old(q), outer, inner, hinge, multipliers=[
                maximum(0, e(q) * (y - t(l)(q))), kappa(l)(q)])  # fmt: skip
            return pf.arith(claim(m + 1), here, *longer, equal)

        whole = pf.induction("m", 2, claim, base, step).apply(p + 1, using=[pf.arith(p + 1 >= 2, o.some)])
        value = pf.arith(g(l)(y) == d(l) + total(j, 1, p + 1, new(j)), open_value(), hinged, whole)
        return pf.general(y, value)

    hinges = over(pf, 1, k, one, "l")
    return signed_hinge_network(pf).apply(p + 1, k, g, o.H, d, c, e, t, using=[
        pf.arith(p + 1 >= 1, o.some), least, o.composed, hinges])  # fmt: skip


def size_of_pieces(
    pf: Proof, p: Term, k: Term, f: Term, v: Term, k1: Term, some: Fact, least: Fact, pieces: Fact, deep: Fact,
    computes: Fact,
) -> Fact:  # fmt: skip
    """S >= k1 w^(k/k1) / 2 for a network of k1 layers of S units that computes f, with w = p + 1; ``some`` is p >= 1,
    ``least`` k >= 1, ``pieces`` Pieces(f, w^k) and ``deep`` k1 >= 1."""
    w = p + 1
    N = w**k
    few, positive, widths = network_of(pf, v, k1, f, deep, computes)
    enough = fewer_pieces(pf, f, N, layer_sizes(v, k1), pieces, few, positive)
    laps = power_positive(pf, w, some).apply(k, using=[least])
    size = size_below(pf, v, k1, deep, widths, N, laps, enough)
    whole = power_of_exp(pf, w, pf.lemma("exp_log", w, using=[pf.arith(w > 0, some)]), log(w), k, pf.arith(
        k >= 0, least))  # fmt: skip
    count = pf.lemma("exp_log", N, using=[pf.arith(N > 0, laps)])

    def less(no: Fact) -> Fact:
        strict = pf.lemma("exp_monotone", log(N), k * log(w), using=[pf.arith(log(N) < k * log(w), no)])
        return pf.arith(false, count, whole, strict)

    more = pf.absurd(k * log(w) <= log(N), less)
    inverse = pf.lemma("inverse", k1, using=[pf.arith(k1 > 0, deep)])
    unit = pf.arith(1 / k1 > 0, inverse, deep)
    exponent = pf.arith(k / k1 * log(w) <= log(N) / k1, pf.arith(1 / k1 * (log(N) - k * log(w)) >= 0, more, unit))
    larger = weak_exp(pf, k / k1 * log(w), log(N) / k1, exponent)
    bound = term("1/2") * k1 * power(w, k / k1)
    return pf.arith(units(v, k1) >= bound, size, pf.arith(k1 * (root(N, k1) - power(w, k / k1)) >= 0, larger, deep))
