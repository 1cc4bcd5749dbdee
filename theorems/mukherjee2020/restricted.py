"""Derivations about bottom layers whose weights are restricted as in Definition 12."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport, under
from numerics.sums import equal_sums, once, smaller_sum, sum_of_constants, sums_linear
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    iff,
    implies,
    instance_of,
    integer,
    lam,
    product,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.blocks import common_partition, constant_on_blocks, ordered, rising
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.sign_rank import (
    BlockConstant,
    Circuit,
    Cone,
    ConstantOnBlocks,
    RestrictedBottom,
    Undivided,
    bits,
    inner,
)  # fmt: skip

i, j, l, x, y, u, v = (integer(name) for name in ("i", "j", "l", "x", "y", "u", "v"))


def threshold(p: Proof, f: Term, R: Term, some: Fact, steps: Fact) -> Fact:
    """forall v exists c, for 1 <= x <= R: x <= c exactly when f(x) < v; where f(1) <= ... <= f(R) and R >= 1."""
    v, c, x = p.fresh("v", "int"), integer("c"), integer("x")
    monotone = ordered(p, f, R, steps)

    def below(N: Term) -> Term:
        return exists(c, conj(c <= N, every(x, 1, N, iff(x <= c, f(x) < v))))

    def extend(N: Term, above: Fact, here: Fact) -> Fact:
        def longer(within: Fact) -> Fact:
            def all_of_them(last: Fact) -> Fact:
                def low(x: Term, bounds: Fact) -> Fact:
                    rest = monotone.apply(x, N + 1, using=[bounds, within])
                    return p.both(under(p, x <= N + 1, lambda _: p.arith(f(x) < v, rest, last)),
                                  under(p, f(x) < v, lambda _: p.arith(x <= N + 1, bounds)))  # fmt: skip

                return p.witness(below(N + 1), N + 1, p.both(p.arith(N + 1 <= N + 1), over(p, 1, N + 1, low)))

            def as_before(high: Fact) -> Fact:
                c, fact = p.obtain(here.apply(using=[within]), "c")
                size, cut = fact.left, fact.right

                def low(x: Term, bounds: Fact) -> Fact:
                    def top(far: Fact) -> Fact:
                        is_last = p.arith(x == N + 1, far, bounds)
                        value = p.congruent(f, is_last)
                        return p.both(
                            under(p, x <= c, lambda near: p.anything(f(x) < v, p.arith(false, near, is_last, size))),
                            under(p, f(x) < v, lambda small: p.anything(x <= c, p.arith(
                                false, small, value, high))))  # fmt: skip

                    return p.decide(x <= N, lambda near: cut.apply(x, using=[bounds, near]), top)

                return p.witness(below(N + 1), c, p.both(p.arith(c <= N + 1, size), over(p, 1, N + 1, low)))

            return p.decide(f(N + 1) < v, all_of_them, as_before)

        return under(p, N + 1 <= R, longer)

    def nothing() -> Fact:
        empty = over(p, 1, 0, lambda x, bounds: p.anything(iff(x <= 0, f(x) < v), p.arith(false, bounds)))
        return under(p, term(0) <= R, lambda _: p.witness(below(term(0)), 0, p.both(p.arith(term(0) <= 0), empty)))

    whole = p.induction("N", 0, lambda N: implies(N <= R, below(N)), nothing, extend)
    mark = p.opened
    c_, fact = p.obtain(whole.apply(R, using=[some, p.arith(R <= R)]), "c")
    goal = exists(c, every(x, 1, R, iff(x <= c, f(x) < v)))
    return p.general(v, p.close(p.witness(goal, c_, fact.right), mark))


def tells(c: Term, D: Term, f: Term, R: Term) -> Term:
    """The cuts c(1), ..., c(D-1) tell the values f(1), ..., f(R) apart: f has one value in each group."""
    return forall(x, u, implies(between(1, x, R), between(1, u, R), Undivided(c, D, x, u), f(x) == f(u)))


@once
def level_cuts(p: Proof) -> Fact:
    """For all f, R, K: if f(1) <= ... <= f(R) are integers, R >= 1 and f(R) - f(1) <= K, K cuts tell them apart."""
    f, c = p.fresh("f", "int->int"), function("c", "int->int")
    R, K = p.fresh("R", "int"), p.fresh("K", "int")
    goal = implies(conj(R >= 1, rising(f, R), f(R) - f(1) <= K), exists(c, tells(c, K + 1, f, R)))

    def argue(given: Fact) -> Fact:
        some, steps, spread = given.split()
        g, at = p.obtain(p.choose(threshold(p, f, R, some, steps), "g"), "g")
        monotone = ordered(p, f, R, steps)
        n, x, u = integer("n"), p.fresh("x", "int"), p.fresh("u", "int")
        cuts = lam(n, g(f(1) + n))

        def same_value(inside: list[Fact], undivided: Fact) -> Fact:
            first = p.open_definition(undivided)

            def less(a: Term, b: Term, forward) -> Fact:
                """f(a) < f(b) is impossible: the cut at the level f(b) would separate a from b."""

                def apart(small: Fact) -> Fact:
                    n = f(b) - f(1)
                    low = monotone.apply(1, a, using=inside)
                    high = monotone.apply(b, R, using=inside)
                    bounds = [p.arith(n >= 1, low, small), p.arith(n <= K + 1 - 1, high, spread)]
                    cut = forward(first.apply(n, using=bounds))
                    level = [at(f(1) + n).apply(e, using=inside) for e in (a, b)]
                    here = p.modus_ponens(level[0].right, p.arith(f(a) < f(1) + n, small))
                    there = p.modus_ponens(level[1].left, p.modus_ponens(cut, here))
                    return p.arith(false, there)

                return p.refute(f(a) < f(b), apart)

            return p.arith(f(x) == f(u), less(x, u, lambda cut: cut.left), less(u, x, lambda cut: cut.right))

        told = p.general(
            x,
            u,
            under(
                p,
                between(1, x, R),
                lambda a: under(
                    p,
                    between(1, u, R),
                    lambda b: under(
                        p,
                        Undivided(cuts, K + 1, x, u),
                        lambda undivided: same_value([*a.split(), *b.split()], undivided),
                    ),
                ),
            ),
        )
        return p.witness(goal.args[1], cuts, told)

    return p.general(f, R, K, under(p, goal.args[0], argue))


def ones(x: Term) -> Term:
    """The coordinates of a vertex, 0 for -1 and 1 for 1."""
    return lam(i, where(x(i) == 1, 1, 0))


def halved(p: Proof, a: Term, x: Term, m: Term, some: Fact, signs: Fact) -> Fact:
    """<a, x> = 2 <a, y> - (a(1) + ... + a(m)), where y has 0 for -1: ``signs`` says that x has entries -1 and 1."""
    y, f, g = ones(x), lam(i, a(i) * ones(x)(i)), lam(i, a(i))

    def entry(i: Term, low: Fact, high: Fact) -> Fact:
        goal = a(i) * x(i) == 2 * f(i) + -1 * g(i)

        def minus(at: Fact) -> Fact:
            other = p.refute(x(i) == 1, lambda one: p.arith(false, one, at))
            return p.arith(goal, at, p.lemma("if_false", x(i) == 1, 1, 0, using=[other]), multipliers=[a(i)])

        def plus(at: Fact) -> Fact:
            return p.arith(goal, at, p.lemma("if_true", x(i) == 1, 1, 0, using=[at]), multipliers=[a(i)])

        return p.by_cases(signs.apply(i, using=[low, high]), minus, plus)

    same = equal_sums(p, term(1), m, lam(i, a(i) * x(i)), lam(i, 2 * f(i) + -1 * g(i)), entry)
    split = sums_linear(p).apply(1, m, f, g, 2, -1, using=[some])
    return p.arith(inner(a, x, m) == 2 * inner(a, y, m) - total(i, 1, m, g(i)), same, split)


@once
def restricted_cuts(p: Proof) -> Fact:
    """For all a, X, m, W: if m >= 1, X(1), ..., X(2^m) have entries -1 and 1, a has integer entries of magnitude at
    most W and lies in the cone of the order X, then m W cuts tell the values <a, X(r)> apart."""
    a, X = p.fresh("a", "int->int"), p.fresh("X", "int->int->int")
    m, W, r, c = p.fresh("m", "int"), p.fresh("W", "int"), integer("r"), function("c", "int->int")
    R, y = 2**m, lam(r, ones(X(r)))
    levels, products = lam(r, inner(a, y(r), m)), lam(r, inner(a, X(r), m))
    premise = conj(m >= 1, every(r, 1, R, bits(X(r), m)), every(i, 1, m, between(-W, a(i), W)), Cone(a, X, m))
    wanted = exists(c, tells(c, m * W + 1, products, R))

    def argue(given: Fact) -> Fact:
        some, signs, small, cone = given.split()
        size = power_positive(p).apply(m, using=[some])

        def at(r: Term, *inside: Fact) -> Fact:
            return halved(p, a, X(r), m, some, signs.apply(r, using=[*inside, size]))

        def up(r: Term, bounds: Fact) -> Fact:
            step = p.open_definition(cone).apply(r, using=[bounds])
            return p.arith(levels(r) <= levels(r + 1), step, at(r, bounds), at(r + 1, bounds))

        f, top = lam(i, a(i) * y(1)(i)), lam(i, a(i) * y(R)(i))

        def entry(i: Term, low: Fact, high: Fact) -> Fact:
            size = small.apply(i, using=[low, high])
            goal = top(i) <= 1 * f(i) + 1 * W

            def bit(r: Term, then) -> Fact:
                """By cases on whether the coordinate of X(r) is 1."""
                return p.decide(X(r)(i) == 1, lambda yes: then(p.lemma("if_true", X(r)(i) == 1, 1, 0, using=[yes])),
                                lambda no: then(p.lemma("if_false", X(r)(i) == 1, 1, 0, using=[no])))  # fmt: skip

            return bit(R, lambda last: bit(term(1), lambda first: p.arith(
                goal, last, first, size, multipliers=[a(i)])))  # fmt: skip

        more = smaller_sum(p, term(1), m, top, lam(i, 1 * f(i) + 1 * W), some, entry)
        apart = sums_linear(p).apply(1, m, f, lam(i, W), 1, 1, using=[some])
        spread = p.arith(levels(R) - levels(1) <= m * W, more, apart, sum_of_constants(p).apply(1, m, W, using=[some]))
        cuts = level_cuts(p).apply(levels, R, m * W, using=[size, over(p, 1, R - 1, up, "r"), spread])
        c, told = p.obtain(cuts, "c")
        x, u = p.fresh("x", "int"), p.fresh("u", "int")

        def same(here: Fact, there: Fact, undivided: Fact) -> Fact:
            level = told.apply(x, u, using=[here, there, undivided])
            return p.arith(products(x) == products(u), level, at(x, here), at(u, there))

        fact = p.general(x, u, under(p, between(1, x, R), lambda here: under(p, between(1, u, R), lambda there: under(
            p, Undivided(c, m * W + 1, x, u), lambda undivided: same(here, there, undivided)))))  # fmt: skip
        return p.witness(wanted, c, fact)

    return p.general(a, X, m, W, under(p, premise, argue))


@dataclass
class Bottom:
    """A bottom layer of w gates restricted as in Definition 12, and what it says."""

    a: Term
    c: Term
    w: Term
    X: Term
    Y: Term
    m: Term
    W: Term
    restricted: Fact  # RestrictedBottom(a, c, w, X, Y, m, W)

    def sums(self) -> Term:
        """For each bottom gate j the matrix <a(j), X(x)> + <c(j), Y(y)>."""
        return lam(j, x, y, inner(self.a(j), self.X(x), self.m) + inner(self.c(j), self.Y(y), self.m))

    def gate(self, p: Proof, j: Term, bounds: Fact) -> Fact:
        """The sums of gate j are block constant with m W + 1 groups."""
        some, _, _, first, second, rows, columns = p.open_definition(self.restricted).split()
        cuts, R, D, S = restricted_cuts(p), 2**self.m, self.m * self.W + 1, self.sums()(j)

        def told(vectors: Term, order: Term, sequencing: Fact, restricted: Fact) -> Fact:
            small, cone = restricted.apply(j, using=[bounds]).left, restricted.apply(j, using=[bounds]).right
            signs = p.open_definition(sequencing).left
            return cuts.apply(vectors(j), order, self.m, self.W, using=[p.both(some, signs, small, cone)])

        r, in_rows = p.obtain(told(self.a, self.X, first, rows), "r")
        c, in_columns = p.obtain(told(self.c, self.Y, second, columns), "c")

        def equal(places: list[Term], inside: list[Fact], row: Fact, column: Fact) -> Fact:
            x, u, y, v = places
            return p.arith(S(x)(y) == S(u)(v), in_rows.apply(x, u, using=[*inside, row]),
                           in_columns.apply(y, v, using=[*inside, column]))  # fmt: skip

        wanted = BlockConstant(S, R, D)
        return p.restate(p.witness(p.open_definition(p.assume(wanted)).formula, r, c, constant_on_blocks(
            p, S, R, r, c, D, equal)), wanted)  # fmt: skip

    def partition(self, p: Proof) -> Fact:
        """One partition into w m W + 1 groups on whose blocks the sums of every gate are constant."""
        some, wide, count, *_ = p.open_definition(self.restricted).split()
        R, D, sums = 2**self.m, self.m * self.W + 1, self.sums()
        each = over(p, 1, self.w, lambda j, bounds: self.gate(p, j, bounds), "j")
        positive = p.arith(D >= 1, p.arith(self.m * self.W >= 1, some, wide))
        fact = common_partition(p, sums, self.w, R, D, p.arith(self.w >= 0, count), positive, each)
        r, c, n = function("r", "int->int"), function("s", "int->int"), integer("n")
        into = lam(n, exists(r, c, every(j, 1, self.w, ConstantOnBlocks(sums(j), R, r, c, n))))
        return transport(p, into, p.ring(self.w * (D - 1) + 1, self.w * (self.m * self.W) + 1), fact)


@dataclass
class Layers:
    """A circuit of k layers above a restricted bottom, and a partition for the sums at its bottom gates."""

    circuit: Fact  # Circuit(z, gate, a, c, V, b, w, k, X, Y, m)
    partition: tuple[Term, Term, Term]  # row cuts, column cuts, number of groups
    sums: Fact  # forall j, 1 <= j <= w(1) => ConstantOnBlocks for the sums at the bottom gate j

    def constant(self, l: Term, i: Term) -> Term:
        """The outputs of gate i of layer l are constant on the blocks."""
        return ConstantOnBlocks(self.circuit.formula.args[0](l)(i), 2 ** self.circuit.formula.args[10], *self.partition)

    def outputs(self, p: Proof) -> Fact:
        """forall l, 1 <= l => (l <= k => all gates of layer l have outputs that are constant on the blocks)."""
        z, gate, _, _, V, b, w, k, _, _, m = self.circuit.formula.args
        bottom, above = p.open_definition(self.circuit).left, p.open_definition(self.circuit).right
        R, t, j = 2**m, p.fresh("t", "real"), p.fresh("j", "int")

        def equal_outputs(l: Term, i: Term, rule: Fact, same_sum: Callable[..., Fact]) -> Fact:
            """From ``rule``, the equation of the gate at all inputs, and the equality of what it adds up."""

            def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
                x, u, y, v = places
                same = p.congruent(lam(t, gate(b(l)(i) + t)), same_sum(places, [*inside, rows, columns]))
                return p.arith(z(l)(i)(x)(y) == z(l)(i)(u)(v), same, rule.apply(x, y, using=inside),
                               rule.apply(u, v, using=inside))  # fmt: skip

            return constant_on_blocks(p, z(l)(i), R, *self.partition, equal)

        def first() -> Fact:
            def output(j: Term, bounds: Fact) -> Fact:
                sums = p.open_definition(self.sums.apply(j, using=[bounds]))
                return equal_outputs(term(1), j, bottom.apply(j, using=[bounds]), lambda places, facts: sums.apply(
                    *places, using=facts))  # fmt: skip

            return under(p, term(1) <= k, lambda _: over(p, 1, w(1), output, "j"))

        def following(l: Term, low: Fact, here: Fact) -> Fact:
            def layer(within: Fact) -> Fact:
                lower = here.apply(using=[within])
                rules = above.apply(l, using=[low, within])

                def output(i: Term, bounds: Fact) -> Fact:
                    def same_sum(places: list[Term], facts: list[Fact]) -> Fact:
                        x, u, y, v = places
                        weighted = [lam(j, V(l + 1)(i)(j) * z(l)(j)(r)(s)) for r, s in ((x, y), (u, v))]

                        def equal_terms(j: Term, low: Fact, high: Fact) -> Fact:
                            same = p.open_definition(lower.apply(j, using=[low, high])).apply(*places, using=facts)
                            return p.arith(weighted[0](j) == weighted[1](j), same, multipliers=[V(l + 1)(i)(j)])

                        return equal_sums(p, term(1), w(l), *weighted, equal_terms)

                    return equal_outputs(l + 1, i, rules.apply(i, using=[bounds]), same_sum)

                return over(p, 1, w(l + 1), output)

            return under(p, l + 1 <= k, layer)

        def claim(l: Term) -> Term:
            return implies(l <= k, every(i, 1, w(l), self.constant(l, i)))

        return p.induction("l", 1, claim, first, following)

    def combined(self, p: Proof, alpha: Term, beta: Term, then: Term, last: Fact) -> Fact:
        """The matrix then(beta + sum_j alpha(j) z(k)(j)) is constant on the blocks; ``last`` is 1 <= k."""
        z, *_, w, k, _, _, m = self.circuit.formula.args
        outputs, t = self.outputs(p).apply(k, using=[last, p.arith(k <= k)]), p.fresh("t", "real")
        G = lam(x, y, then(beta + total(i, 1, w(k), alpha(i) * z(k)(i)(x)(y))))

        def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
            x, u, y, v = places
            weighted = [lam(i, alpha(i) * z(k)(i)(r)(s)) for r, s in ((x, y), (u, v))]
            same = equal_sums(p, term(1), w(k), *weighted, lambda j, low, high: p.arith(
                weighted[0](j) == weighted[1](j), p.open_definition(outputs.apply(j, using=[low, high])).apply(
                    *places, using=[*inside, rows, columns]), multipliers=[alpha(j)]))  # fmt: skip
            return p.congruent(lam(t, then(beta + t)), same)

        return constant_on_blocks(p, G, 2**m, *self.partition, equal)


def layers(p: Proof, bottom: Fact, circuit: Fact) -> Layers:
    """A circuit with one partition for its bottom gates, opened in the proof."""
    a, c, width, X, Y, m, W = bottom.formula.args
    r, s, sums = p.obtain(Bottom(a, c, width, X, Y, m, W, bottom).partition(p), "r", "s")
    return Layers(circuit, (r, s, width * (m * W) + 1), sums)


def widths_in_product(p: Proof, w: Term, k: Term, last: Fact, positive: Fact) -> Fact:
    """w(1) ... w(k) is at least 1, and at least each of its factors; ``last`` is 1 <= k, ``positive`` says that the
    factors are at least 1."""
    factors = lam(l, w(l))

    def claim(n: Term) -> Term:
        whole = product(l, 1, n, w(l))
        return implies(n <= k, conj(whole >= 1, every(l, 1, n, w(l) <= whole)))

    def none() -> Fact:
        whole = product(l, 1, term(0), w(l))
        vacuous = over(p, 1, term(0), lambda l, bounds: p.anything(w(l) <= whole, p.arith(false, bounds)), "l")
        return under(
            p, term(0) <= k, lambda _: p.both(p.arith(whole >= 1, p.lemma("prod_empty", 1, 0, factors)), vacuous)
        )

    def more(n: Term, low: Fact, here: Fact) -> Fact:
        def longer(within: Fact) -> Fact:
            step, (least, each) = p.lemma("prod_step", 1, n, factors, using=[low]), _pair(here.apply(using=[within]))
            new, before, whole = (
                positive.apply(n + 1, using=[low, within]),
                product(l, 1, n, w(l)),
                product(l, 1, n + 1, w(l)),
            )
            grown = p.arith(before <= whole, step, least, new)

            def factor(l: Term, bounds: Fact) -> Fact:
                return p.decide(
                    l <= n, lambda yes: p.arith(w(l) <= whole, each.apply(l, using=[bounds, yes]), grown),
                    lambda no: p.arith(w(l) <= whole, p.congruent(w, p.arith(l == n + 1, no, bounds)), p.arith(
                        w(n + 1) <= whole, step, least, new)))  # fmt: skip

            return p.both(p.arith(whole >= 1, grown, least), over(p, 1, n + 1, factor, "l"))

        return under(p, n + 1 <= k, longer)

    return p.induction("n", 0, claim, none, more).apply(k, using=[p.arith(k >= 0, last), p.arith(k <= k)])


def _pair(fact: Fact) -> tuple[Fact, Fact]:
    return fact.left, fact.right


def on_the_line(p: Proof, gates: int = 1) -> tuple[list[Term], Fact]:
    """The vertices -1, 1 of the line, and bottom gates with weights 1: terms a, c, w, X, Y, m, W and the fact that they
    fit Definition 12."""
    r, t, vertex = integer("r"), integer("t"), p.fresh("v", "int->int")
    X, a = lam(r, t, 2 * r - 3), lam(r, t, term(1))
    terms = [a, a, term(gates), X, X, term(1), term(1)]
    wanted = RestrictedBottom(*terms)
    *units, first, _, weights, _ = p.open_definition(p.assume(wanted)).split()
    listed, different, complete = p.open_definition(first).split()

    def reached(signs: Fact) -> Fact:
        goal = instance_of(complete.formula, vertex).args[1]

        def at(r: int, value: Fact) -> Fact:
            def entry(t: Term, bounds: Fact) -> Fact:
                return p.arith(X(r)(t) == vertex(t), p.congruent(vertex, p.arith(t == 1, bounds)), value)

            place = p.compute(conj(term(1) <= r, r <= term(2) ** 1))
            return p.witness(goal, r, p.both(place, over(p, 1, 1, entry, "t")))

        return p.by_cases(signs.apply(1), lambda low: at(1, low), lambda high: at(2, high))

    sequence = p.restate(p.both(p.compute(listed.formula), p.compute(different.formula), p.general(
        vertex, under(p, bits(vertex, term(1)), reached))), first.formula)  # fmt: skip
    conditions = [p.compute(f.formula) for f in units], p.compute(weights.formula)
    return terms, p.restate(p.both(*conditions[0], sequence, sequence, conditions[1], conditions[1]), wanted)


def one_gate(p: Proof, gate: Term) -> tuple[Any, ...]:
    """A circuit of one gate on two bits: its terms k, w, m, W, a, c, V, b, z, X, Y, then what they fulfil: 1 <= k,
    1 <= w(l), Definition 12, and the equations of the circuit."""
    (a, c, width, X, Y, m, W), bottom = on_the_line(p)
    r, s, one = integer("r"), integer("s"), lam(l, width)
    b, V = lam(l, i, term(0)), lam(l, i, j, term(0))
    z = lam(l, i, r, s, gate(0 + inner(a(i), X(r), m) + inner(c(i), Y(s), m)))
    circuit = Circuit(z, gate, a, c, V, b, one, 1, X, Y, m)
    first, above = body(circuit).args

    def at_inputs(j: Term) -> Fact:
        return over(p, 1, 2**m, lambda r, _: over(p, 1, 2**m, lambda s, _: p.reflexive(z(1)(j)(r)(s)), "s"), "r")

    equations = over(p, 1, term(1), lambda j, _: at_inputs(j), "j")
    runs = p.restate(p.both(p.restate(equations, first), p.compute(above)), circuit)
    conditions = p.compute(term(1) <= 1), p.compute(every(l, 1, 1, width >= 1)), bottom, runs
    return [term(1), one, m, W, a, c, V, b, z, X, Y], *conditions
