"""Derivations about circuits of threshold gates on bits, simulated by circuits of ReLU gates, two for each gate."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import equal_sums, longer_sum, once, sums_linear, sums_scaled
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    floor,
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
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.cube import corner
from theorems.mukherjee2020.gates import Threshold, inner

i, j, m, n, q, r, t = (integer(name) for name in "ijmnqrt")


def half(r: Term) -> Term:
    """The gate that the ReLU gates 2i - 1 and 2i stand for: i."""
    return floor((r + 1) / 2)


def first(r: Term) -> Term:
    """1 for the first and 0 for the second ReLU gate of a threshold gate."""
    return 2 * half(r) - r


def points(n: Term, equation: Term) -> Term:
    """For all vertices of the cube, by their numbers m."""
    return every(m, 0, 2**n - 1, equation)


def level(A: Term, b: Term, V: Term, g: Term, i: Term, m: Term, n: Term, earlier: Term) -> Term:
    """What gate i receives at the vertex m from the n inputs and from the gates 1, ..., ``earlier``."""
    return b(i) + inner(A(i), corner(m), n) + total(j, 1, earlier, V(i)(j) * g(j)(m))


def threshold_circuit(A: Term, b: Term, V: Term, g: Term, N: Term, n: Term) -> Term:
    """g(i)(m) is the output of the threshold gate i, of N, which receives inputs and outputs of earlier gates."""
    return every(i, 1, N, points(n, g(i)(m) == Threshold(level(A, b, V, g, i, m, n, i - 1))))


def relu_circuit(A: Term, b: Term, V: Term, y: Term, N: Term, n: Term) -> Term:
    """y(i)(m) is the output of the ReLU gate i, of N, which receives inputs and outputs of earlier gates."""
    return every(i, 1, N, points(n, y(i)(m) == maximum(0, level(A, b, V, y, i, m, n, i - 1))))


@once
def gap_in_list(p: Proof) -> Fact:
    """forall f, M >= 0: for some g > 0, every negative one of f(0), ..., f(M) is at most -g."""
    f, gap = p.fresh("f", "int->real"), real("g")

    def of(M: Term) -> Term:
        return exists(gap, conj(gap > 0, every(m, 0, M, implies(f(m) < 0, f(m) <= -gap))))

    def base() -> Fact:
        zero = term(0)

        def shown(g: Term, positive: Fact, value: Callable[..., Fact]) -> Fact:
            def each(k: Term, within: Fact) -> Fact:
                same = p.congruent(f, p.arith(k == 0, within))
                return under(p, f(k) < 0, lambda low: p.arith(f(k) <= -g, value(low, same), same))

            return p.witness(of(zero), g, p.both(positive, over(p, 0, zero, each, "m")))

        return p.decide(f(zero) < 0, lambda low: shown(-f(zero), p.arith(-f(zero) > 0, low), lambda *_: low),
                        lambda no: shown(term(1), p.compute(term(1) > 0), lambda low, same: p.arith(
                            f(zero) <= -1, no, low, same)))  # fmt: skip

    def step(M: Term, above: Fact, here: Fact) -> Fact:
        mark = p.opened
        old, known = p.obtain(here, "g")

        def shown(g: Term, positive: Fact, smaller: Fact, last: Callable[[Fact], Fact]) -> Fact:
            def each(k: Term, within: Fact) -> Fact:
                def argue(low: Fact) -> Fact:
                    def top(no: Fact) -> Fact:
                        same = p.congruent(f, p.arith(k == M + 1, no, within))
                        return p.arith(f(k) <= -g, same, last(p.arith(f(M + 1) < 0, low, same)))

                    return p.decide(k <= M, lambda yes: p.arith(f(k) <= -g, known.right.apply(
                        k, using=[within.left, yes, low]), smaller), top)  # fmt: skip

                return under(p, f(k) < 0, argue)

            return p.witness(of(M + 1), g, p.both(positive, over(p, 0, M + 1, each, "m")))

        def negative(low: Fact) -> Fact:
            g, rule = minimum(old, -f(M + 1)), p.lemma("min", old, -f(M + 1))
            facts = [p.by_cases(rule, *[lambda e, c=c: p.arith(c, e, known.left, low)] * 2)
                     for c in (g > 0, g <= old, g <= -f(M + 1))]  # fmt: skip
            return shown(g, facts[0], facts[1], lambda _: p.arith(f(M + 1) <= -g, facts[2]))

        def other(no: Fact) -> Fact:
            return shown(old, known.left, p.arith(old <= old), lambda low: p.arith(f(M + 1) <= -old, no, low))

        return p.close(p.decide(f(M + 1) < 0, negative, other), mark)

    return p.general(f, p.induction("M", 0, of, base, step))


@once
def in_pairs(p: Proof) -> Fact:
    """For all h, k >= 0: the sum of h over 1..2k is that of h(2j - 1) + h(2j) over 1..k."""
    h = p.fresh("h", "int->real")
    pair = lam(j, h(2 * j - 1) + h(2 * j))

    def claim(k: Term) -> Term:
        return total(q, 1, 2 * k, h(q)) == total(j, 1, k, pair(j))

    def base() -> Fact:
        empty = p.lemma("sum_empty", 1, 2 * term(0), lam(q, h(q)), using=[p.compute(2 * term(0) < 1)])
        return p.arith(claim(term(0)), empty, p.lemma("sum_empty", 1, 0, pair))

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        f = lam(q, h(q))
        steps = [p.lemma("sum_step", 1, e, f, using=[p.arith(term(1) <= e + 1, above)]) for e in (2 * k, 2 * k + 1)]
        ends = [p.congruent(h, p.ring(a, b)) for a, b in (
            (2 * k + 1, 2 * (k + 1) - 1), (2 * k + 1 + 1, 2 * (k + 1)))]  # fmt: skip
        whole = p.congruent(lam(t, total(q, 1, t, h(q))), p.ring(2 * k + 1 + 1, 2 * (k + 1)))
        longer = p.lemma("sum_step", 1, k, pair, using=[p.arith(term(1) <= k + 1, above)])
        return p.arith(claim(k + 1), here, *steps, *ends, whole, longer)

    return p.general(h, p.induction("k", 0, claim, base, step))


@once
def places(p: Proof) -> Fact:
    """For all r: 2 half(r) - 1 <= r and r <= 2 half(r); half(2i - 1) = half(2i) = i for all i."""
    k, e = p.fresh("r", "int"), p.fresh("i", "int")
    rule = p.lemma("floor", (k + 1) / 2)
    spread = p.general(k, p.both(p.arith(2 * half(k) - 1 <= k, rule), p.arith(k <= 2 * half(k), p.arith(
        k < 2 * half(k) + 1, rule))))  # fmt: skip
    exact = [p.arith(half(z) == e, p.lemma("floor", (z + 1) / 2)) for z in (2 * e - 1, 2 * e)]
    return p.both(spread, p.general(e, p.both(*exact)))


def simulated(p: Proof, A: Term, b: Term, V: Term, g: Term, N: Term, n: Term, some: Fact, circuit: Fact) -> tuple[
        list[Term], list[Fact]]:  # fmt: skip
    """Weights and outputs of the ReLU circuit; and: it is one; it gives the outputs of the gates; its wires are theirs.
    ``some`` is n >= 1. Opens nothing that is not closed by the caller."""
    e_ = p.fresh("i", "int")
    size = power_positive(p).apply(n, using=[p.arith(n >= 0, some)])
    L = lam(i, m, level(A, b, V, g, i, m, n, i - 1))
    gaps = p.general(e_, gap_in_list(p).apply(L(e_), 2**n - 1, using=[p.arith(2**n - 1 >= 0, size)]))
    P, chosen = p.obtain(p.choose(gaps, "P"), "P")
    c = lam(r, 2 / P(half(r)))
    y = lam(r, m, maximum(0, c(r) * (L(half(r))(m) + first(r) * P(half(r)))))
    rows = lam(r, t, c(r) * A(half(r))(t))
    weights = lam(r, q, where(q <= 2 * half(r) - 2, c(r) * (2 * first(q) - 1) * V(half(r))(half(q)), 0))
    shift = lam(r, c(r) * (b(half(r)) + first(r) * P(half(r)) - total(j, 1, half(r) - 1, V(half(r))(j))))

    def gate(e: Term, within: Fact, k: Term, at: Fact) -> Fact:
        """g(e)(k) = -1 + y(2e - 1)(k) - y(2e)(k)."""
        positive, away = chosen(e).left, chosen(e).right
        inverse = p.lemma("inverse", P(e), using=[p.arith(negation(P(e) == 0), positive)])
        value = L(e)(k)
        known = circuit.apply(e, using=[within]).apply(k, using=[at])
        z = integer("z")
        nodes, rules = [], []
        for place, s in ((2 * e - 1, 1), (2 * e, 0)):
            index = places(p).right(e).left if s else places(p).right(e).right
            inside = lam(z, maximum(0, 2 / P(z) * (L(z)(k) + (2 * z - place) * P(z))))
            plain = 2 / P(e) * (value + s * P(e))
            node = p.congruent(inside, index)
            w = real("w")
            moved = p.congruent(lam(w, maximum(0, w)), p.ring(2 / P(e) * (value + (2 * e - place) * P(e)), plain))
            nodes.append(p.arith(y(place)(k) == maximum(0, plain), node, moved))
            rules.append((p.lemma("max", 0, plain), plain))
        goal = g(e)(k) == -1 + y(2 * e - 1)(k) - y(2 * e)(k)
        share = p.arith(1 / P(e) > 0, inverse, positive)

        def by(out: Fact, *facts: Fact) -> Fact:
            values = []
            for (rule, plain), s in zip(rules, (1, 0), strict=True):
                up = out.formula.args[1].index == term(1).index
                sign = p.arith(plain >= 0 if up else plain <= 0, p.arith(
                    (value + s * P(e)) * (1 / P(e)) >= 0 if up else (value + s * P(e)) * (1 / P(e)) <= 0, share, *facts,
                    positive))  # fmt: skip
                wanted = maximum(0, plain) == (plain if up else 0)
                values.append(p.by_cases(rule, *[lambda f, wanted=wanted, sign=sign: p.arith(wanted, f, sign)] * 2))
            return p.arith(goal, known, out, *nodes, *values, inverse, multipliers=[1, 2, value])

        def high(yes: Fact) -> Fact:
            return by(p.restate(p.lemma("if_true", value >= 0, 1, -1, using=[yes]), Threshold(value) == 1), yes)

        def low(no: Fact) -> Fact:
            far = away.apply(k, using=[at, p.arith(value < 0, no)])
            out = p.restate(p.lemma("if_false", value >= 0, 1, -1, using=[no]), Threshold(value) == -1)
            return by(out, no, far)

        return p.decide(value >= 0, high, low)

    outputs = over(p, 1, N, lambda e, within: over(p, 0, 2**n - 1, lambda k, at: gate(e, within, k, at), "m"))

    def node(e: Term, within: Fact, k: Term, at: Fact) -> Fact:
        """y(e)(k) is what the gate e of the ReLU circuit computes."""
        h, spread = half(e), places(p).left(e)
        p.reflexive(1 / P(h))  # so that it can be a factor of multipliers
        inside = [p.arith(h >= 1, spread, within), p.arith(h <= N, spread, within)]
        W, summand = V(h), lam(q, weights(e)(q) * y(q)(k))
        before = p.arith(h - 1 >= 0, inside[0])
        f = lam(q, c(e) * ((2 * first(q) - 1) * W(half(q)) * y(q)(k)))

        def early(z: Term, low: Fact, high: Fact) -> Fact:
            on = p.lemma("if_true", z <= 2 * h - 2, c(e) * (2 * first(z) - 1) * W(half(z)), 0, using=[
                p.arith(z <= 2 * h - 2, high)])  # fmt: skip
            return p.arith(summand(z) == f(z), on, multipliers=[y(z)(k)])

        plain = lam(j, W(j) * g(j)(k))
        bare = lam(j, W(j))

        def pair(z: Term, low: Fact, high: Fact) -> Fact:
            """The two gates of gate z bring c (V g + V)."""
            own = outputs.apply(z, using=[low, p.arith(z <= N, high, inside[1])]).apply(k, using=[at])
            indices = places(p).right(z).split()
            u = integer("u")
            values = []
            for place, index in zip((2 * z - 1, 2 * z), indices, strict=True):
                weight = p.congruent(lam(u, (2 * (2 * u - place) - 1) * W(u)), index)
                sign = 1 if index is indices[0] else -1
                values.append(p.arith((2 * first(place) - 1) * W(half(place)) == sign * W(z), weight))
            parts = [p.arith(f(place) == c(e) * value.formula.args[1] * y(place)(k), value, multipliers=[
                c(e) * y(place)(k)]) for place, value in zip((2 * z - 1, 2 * z), values, strict=True)]  # fmt: skip
            return p.arith(f(2 * z - 1) + f(2 * z) == c(e) * plain(z) + c(e) * bare(z), *parts, own, multipliers=[
                1, c(e) * W(z)])  # fmt: skip

        nonempty = p.arith(term(1) <= h - 1 + 1, inside[0])
        sums = [equal_sums(p, term(1), 2 * (h - 1), summand, f, early), in_pairs(p).apply(f, h - 1, using=[before]),
                equal_sums(p, term(1), h - 1, lam(j, f(2 * j - 1) + f(2 * j)), lam(j, c(e) * plain(j) + c(e) * bare(j)),
                           pair),
                sums_linear(p).apply(1, h - 1, plain, bare, c(e), c(e), using=[nonempty])]  # fmt: skip
        received = total(q, 1, e - 1, summand(q))
        target = received == total(q, 1, 2 * (h - 1), summand(q))

        def odd(is_odd: Fact) -> Fact:
            return p.prove(target, p.congruent(lam(t, total(q, 1, t, summand(q))), p.arith(
                e - 1 == 2 * (h - 1), is_odd)))  # fmt: skip

        def even(no: Fact) -> Fact:
            is_even = p.absurd(e == 2 * h, lambda other: p.conflict(p.arith(e == 2 * h - 1, spread, p.arith(
                e <= 2 * h - 1, p.absurd(e < 2 * h, lambda big: p.conflict(p.arith(e == 2 * h, big, spread), other)))),
                no))  # fmt: skip
            last = longer_sum(p, term(1), 2 * (h - 1), summand, p.arith(2 * (h - 1) >= 0, inside[0]))
            z = 2 * (h - 1) + 1
            off = p.lemma("if_false", z <= 2 * h - 2, c(e) * (2 * first(z) - 1) * W(half(z)), 0, using=[
                p.arith(negation(z <= 2 * h - 2))])  # fmt: skip
            same = p.congruent(lam(t, total(q, 1, t, summand(q))), p.arith(e - 1 == 2 * (h - 1) + 1, is_even))
            return p.arith(target, same, last, off, multipliers=[1, y(z)(k)])

        rest = p.decide(e == 2 * h - 1, odd, even)
        products = [lam(t, rows(e)(t) * corner(k)(t)), lam(t, A(h)(t) * corner(k)(t))]
        direct = [equal_sums(p, term(1), n, products[0], lam(t, c(e) * products[1](t)), lambda z, *_: p.ring(
            products[0](z), c(e) * products[1](z))), sums_scaled(p).apply(1, n, products[1], c(e), using=[
                p.arith(term(1) <= n + 1, some)])]  # fmt: skip
        w = real("w")
        whole = p.arith(c(e) * (L(h)(k) + first(e) * P(h)) == level(rows, shift, weights, y, e, k, n, e - 1), rest,
                        *sums, *direct, multipliers=[1, c(e)])  # fmt: skip
        return p.congruent(lam(w, maximum(0, w)), whole)

    nodes = over(p, 1, 2 * N, lambda e, within: over(p, 0, 2**n - 1, lambda k, at: node(e, within, k, at), "m"))

    def wire(e: Term, z: Term) -> Fact:
        p.reflexive(1 / P(half(e)))
        condition, value = z <= 2 * half(e) - 2, c(e) * (2 * first(z) - 1) * V(half(e))(half(z))

        def none(zero: Fact) -> Fact:
            return p.decide(
                condition,
                lambda yes: p.arith(
                    weights(e)(z) == 0,
                    p.lemma("if_true", condition, value, 0, using=[yes]),
                    zero,
                    multipliers=[c(e) * (2 * first(z) - 1)],
                ),
                lambda no: p.arith(weights(e)(z) == 0, p.lemma("if_false", condition, value, 0, using=[no])),
            )

        return under(p, V(half(e))(half(z)) == 0, none)

    wires = over(p, 1, 2 * N, lambda e, _: over(p, 1, e - 1, lambda z, _: wire(e, z), "q"), "r")

    def silent(e: Term, z: Term) -> Fact:
        p.reflexive(1 / P(half(e)))
        return under(p, A(half(e))(z) == 0, lambda zero: p.arith(rows(e)(z) == 0, zero, multipliers=[c(e)]))

    inputs = over(p, 1, 2 * N, lambda e, _: over(p, 1, n, lambda z, _: silent(e, z), "t"), "r")
    return [rows, shift, weights, y], [nodes, outputs, wires, inputs]
