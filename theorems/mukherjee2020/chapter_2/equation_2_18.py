"""Equation (2.18), the output of a restricted circuit: a threshold of ReLU circuits that share their lower layers."""

from collections.abc import Callable

import numpy as np

from numerics.circuits import restricted_gates
from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.gates import Threshold
from theorems.mukherjee2020.restricted import on_the_line
from theorems.mukherjee2020.sign_rank import Circuit, RestrictedBottom, inner

claim = Claim(
    "mukherjee2020", "equation", "2.18", section="2.E", family="sign_rank", title="output of the restricted circuit",
    uses=["definition_12", "section_2_e.shift_top_bias"],
    statement=r"""The output of an LTF-of-(ReLU)$^{d-1}$ circuit of depth $d \ge 2$, restricted as in Definition 12, is
    $f(x, y) = \mathrm{LTF}[\beta + \sum_{j=1}^{w_{d-1}} \alpha_j f_j(x, y)]$, where $f_j$ is the output of a circuit of
    depth $d - 1$ of ReLU gates alone: its hidden layers are those of the whole circuit below the last one, with the
    same weights, its single output gate is the $j$-th gate of the last layer.""",
)  # fmt: skip

d, m, W, i, j, k, l, r, s = (integer(name) for name in ("d", "m", "W", "i", "j", "k", "l", "r", "s"))
w, beta, alpha = function("w", "int->int"), real("beta"), function("alpha", "int->real")
a, c, X, Y = (function(name, "int->int->int") for name in ("a", "c", "X", "Y"))
V, b = function("V", "int->int->int->real"), function("b", "int->int->real")
y_ = function("y", "int->int->int->int->real")
z, o = function("z", "int->int->int->int->real"), function("o", "int->int->real")
q, F = real("q"), function("f", "int->int->int->real")
relu = lam(q, maximum(0, q))
U, e, v = function("U", "int->int->int->real"), function("e", "int->int->real"), function("v", "int->int")
g, h = function("g", "int->int->int"), function("h", "int->int->int")


def on_inputs(m: Term, equation: Term) -> Term:
    """For all rows r and columns s."""
    return every(r, 1, 2**m, every(s, 1, 2**m, equation))


def own_circuit(d: Term, m: Term, w: Term, a: Term, c: Term, z: Term, X: Term, Y: Term, f: Term) -> Term:
    """f is the output of a circuit of ReLU gates with d - 1 layers, the last of one gate, whose lower layers are those
    of z; for d = 2 its only layer has one gate, of the bottom layer."""
    return exists(y_, g, h, U, e, v, conj(
        Circuit(y_, relu, g, h, U, e, v, d - 1, X, Y, m), v(d - 1) == 1, every(l, 1, d - 2, v(l) == w(l)),
        every(l, 1, d - 2, every(i, 1, w(l), on_inputs(m, y_(l)(i)(r)(s) == z(l)(i)(r)(s)))),
        implies(d >= 3, every(i, 1, w(1), every(k, 1, m, conj(g(i)(k) == a(i)(k), h(i)(k) == c(i)(k))))),
        on_inputs(m, f(r)(s) == y_(d - 1)(1)(r)(s))))  # fmt: skip


restricted = conj(
    conj(d >= 2, every(k, 1, d - 1, w(k) >= 1)), RestrictedBottom(a, c, w(1), X, Y, m, W),
    Circuit(z, relu, a, c, V, b, w, d - 1, X, Y, m),
    on_inputs(m, o(r)(s) == Threshold(beta + total(j, 1, w(d - 1), alpha(j) * z(d - 1)(j)(r)(s)))))  # fmt: skip
output, total_, bias = integer("output"), integer("t"), integer("beta")

printed = claim.variant(
    "printed", forall(d, m, W, w, a, c, V, b, z, X, Y, alpha, beta, o, implies(restricted, exists(F, conj(
        on_inputs(m, o(r)(s) == Threshold(beta + total(j, 1, w(d - 1), alpha(j) * F(j)(r)(s)))),
        every(j, 1, w(d - 1), own_circuit(d, m, w, a, c, z, X, Y, F(j))))))), expect="proved",
    why="Layer by layer; for d = 2 the f_j are single gates of the bottom.",
    observed=output == where(total_ + bias >= 0, 1, -1),
)  # fmt: skip


@claim.prove(printed)
def by_cutting_the_last_layer(p: Proof, goal: Term) -> Fact:
    (d, m, W, w, a, c, V, b, z, X, Y, alpha, beta, o), facts, wanted = p.intro(goal)
    deep, _, _, circuit, output = facts
    first, above = p.open_definition(circuit).split()
    gates = lam(j, r, s, z(d - 1)(j)(r)(s))

    def each(place: Term, within: Fact) -> Fact:
        return p.decide(d == 2, lambda two: single(place, within, two), lambda no: deeper(place, within, p.absurd(
            d >= 3, lambda small: p.conflict(p.arith(d == 2, small, deep), no))))  # fmt: skip

    def shown(place: Term, parts: list[Term], facts: list[Fact]) -> Fact:
        return p.witness(own_circuit(d, m, w, a, c, z, X, Y, gates(place)), *parts, p.both(*facts))

    def inputs(prove: Callable[..., Fact]) -> Fact:
        return over(p, 1, 2**m, lambda x, inside: over(p, 1, 2**m, lambda y, also: prove(x, y, inside, also), "s"), "r")

    def single(place: Term, within: Fact, two: Fact) -> Fact:
        """d = 2: one bottom gate."""
        layer = lam(l, i, r, s, z(1)(place)(r)(s))
        rows, columns, shift = lam(i, a(place)), lam(i, c(place)), lam(l, i, b(1)(place))
        ones, none = lam(l, term(1)), V
        n = integer("t")
        same_layer = p.congruent(lam(n, w(n)), p.arith(d - 1 == 1, two))

        def bottom_gate(x: Term, y: Term, inside: Fact, also: Fact) -> Fact:
            return first.apply(place, using=[within, p.arith(place <= w(1), within, same_layer)]).apply(
                x, y, using=[inside, also])  # fmt: skip

        lowest = over(p, 1, ones(1), lambda e, _: inputs(bottom_gate), "j")
        higher = over(p, 1, d - 1 - 1, lambda e, place_: p.anything(every(i, 1, ones(e + 1), on_inputs(
            m, layer(e + 1)(i)(r)(s) == relu(shift(e + 1)(i) + total(j, 1, ones(e), none(e + 1)(i)(j) * layer(
                e)(j)(r)(s))))), p.arith(false, two, place_)), "l")  # fmt: skip
        whole = p.restate(p.both(lowest, higher), Circuit(
            layer, relu, rows, columns, none, shift, ones, d - 1, X, Y, m))  # fmt: skip
        nothing = over(p, 1, d - 2, lambda e, place_: p.anything(ones(e) == w(e), p.arith(false, two, place_)), "l")
        below = over(p, 1, d - 2, lambda e, place_: p.anything(every(i, 1, w(e), on_inputs(
            m, layer(e)(i)(r)(s) == z(e)(i)(r)(s))), p.arith(false, two, place_)), "l")  # fmt: skip
        weights = under(p, d >= 3, lambda three: p.anything(every(i, 1, w(1), every(k, 1, m, conj(
            rows(i)(k) == a(i)(k), columns(i)(k) == c(i)(k)))), p.arith(false, two, three)))  # fmt: skip
        values = inputs(lambda x, y, *_: p.congruent(lam(n, z(n)(place)(x)(y)), p.arith(d - 1 == 1, two)))
        return shown(place, [layer, rows, columns, none, shift, ones], [
            whole, p.ring(ones(d - 1), 1), nothing, below, weights, values])  # fmt: skip

    def deeper(place: Term, within: Fact, three: Fact) -> Fact:
        """d >= 3: the layers below the last one, and one gate of that."""
        top = d - 1
        layer = lam(l, i, r, s, where(l == top, z(top)(place)(r)(s), z(l)(i)(r)(s)))
        weights = lam(l, i, j, where(l == top, V(top)(place)(j), V(l)(i)(j)))
        shift = lam(l, i, where(l == top, b(top)(place), b(l)(i)))
        widths_ = lam(l, where(l == top, 1, w(l)))

        def low(t: Term, at: Term, fact: Fact) -> Fact:
            """t = where(at = top, ., u) is u, for at below the top (``fact``)."""
            return p.lemma("if_false", *t.args, using=[p.refute(at == top, lambda same: p.arith(false, same, fact))])

        def high(t: Term, at: Term, fact: Fact) -> Fact:
            """t = where(at = top, u, .) is u, for at = top (``fact``)."""
            return p.lemma("if_true", *t.args, using=[fact])

        under_top = p.arith(term(1) <= top - 1, three)
        count = low(widths_(1), term(1), under_top)

        def bottom_gate(e: Term, at: Fact) -> Fact:
            def value(x: Term, y: Term, inside: Fact, also: Fact) -> Fact:
                known = first.apply(e, using=[at.left, p.arith(e <= w(1), at, count)]).apply(x, y, using=[inside, also])
                level = b(1)(e) + inner(a(e), X(x), m) + inner(c(e), Y(y), m)
                moved = p.congruent(lam(q, maximum(0, q)), p.arith(
                    shift(1)(e) + inner(a(e), X(x), m) + inner(c(e), Y(y), m) == level, low(
                        shift(1)(e), term(1), under_top)))  # fmt: skip
                return p.arith(layer(1)(e)(x)(y) == moved.formula.args[0], known, moved, low(
                    layer(1)(e)(x)(y), term(1), under_top))  # fmt: skip

            return inputs(value)

        def higher(e: Term, at: Fact) -> Fact:
            def gate(g_: Term, room: Fact) -> Fact:
                def value(x: Term, y: Term, inside: Fact, also: Fact) -> Fact:
                    def last(same: Fact) -> Fact:
                        """The layer e + 1 is the top."""
                        n = integer("t")
                        known = above.apply(e, using=[at]).apply(place, using=[within.left, p.arith(
                            place <= w(e + 1), within, p.congruent(lam(n, w(n)), same))]).apply(
                                x, y, using=[inside, also])  # fmt: skip
                        return finish(same, known, place)

                    def lower(no: Fact) -> Fact:
                        beneath = p.absurd(e + 1 <= top - 1, lambda big: p.conflict(
                            p.arith(e + 1 == top, big, at), no))  # fmt: skip
                        known = above.apply(e, using=[at]).apply(g_, using=[room.left, p.arith(
                            g_ <= w(e + 1), room, low(widths_(e + 1), e + 1, beneath))]).apply(
                                x, y, using=[inside, also])  # fmt: skip
                        return finish(beneath, known, g_)

                    def finish(which: Fact, known: Fact, own: Term) -> Fact:
                        chosen = high if which.formula.op == "=" else low
                        is_top = which.formula.op == "="
                        n = integer("t")
                        renamed = p.symmetric(which) if is_top else None

                        def to_here(f: Term) -> list[Fact]:
                            """f(top) = f(e + 1)."""
                            return [p.congruent(f, renamed)] if is_top else []

                        e_low = p.arith(e <= top - 1, at)
                        terms = [lam(j, weights(e + 1)(g_)(j) * layer(e)(j)(x)(y)),
                                 lam(j, V(e + 1)(own)(j) * z(e)(j)(x)(y))]  # fmt: skip

                        def summand(t: Term, *_: Fact) -> Fact:
                            parts = [chosen(weights(e + 1)(g_)(t), e + 1, which), low(layer(e)(t)(x)(y), e, e_low),
                                     *to_here(lam(n, V(n)(own)(t)))]  # fmt: skip
                            return p.arith(terms[0](t) == terms[1](t), *parts, multipliers=[
                                layer(e)(t)(x)(y), V(e + 1)(own)(t), z(e)(t)(x)(y)])  # fmt: skip

                        size = low(widths_(e), e, e_low)
                        sums = equal_sums(p, term(1), widths_(e), *terms, summand)
                        f = lam(n, total(j, 1, n, terms[1](j)))
                        level = b(e + 1)(own) + total(j, 1, w(e), terms[1](j))
                        moved = p.congruent(lam(q, maximum(0, q)), p.arith(
                            shift(e + 1)(g_) + total(j, 1, widths_(e), terms[0](j)) == level, sums, p.congruent(
                                f, size), chosen(shift(e + 1)(g_), e + 1, which), *to_here(
                                    lam(n, b(n)(own)))))  # fmt: skip
                        own_value = chosen(layer(e + 1)(g_)(x)(y), e + 1, which)
                        return p.arith(layer(e + 1)(g_)(x)(y) == moved.formula.args[0], moved, known, own_value,
                                       *to_here(lam(n, z(n)(own)(x)(y))))  # fmt: skip

                    return p.decide(e + 1 == top, last, lower)

                return inputs(value)

            return over(p, 1, widths_(e + 1), gate, "i")

        whole = p.restate(p.both(over(p, 1, widths_(1), bottom_gate, "j"), over(p, 1, d - 1 - 1, higher, "l")), Circuit(
            layer, relu, a, c, weights, shift, widths_, d - 1, X, Y, m))  # fmt: skip
        own = p.ring(top, top)
        same_widths = over(p, 1, d - 2, lambda e, at: low(widths_(e), e, p.arith(e <= top - 1, at)), "l")
        same_values = over(p, 1, d - 2, lambda e, at: over(p, 1, w(e), lambda g_, _: inputs(
            lambda x, y, *_: low(layer(e)(g_)(x)(y), e, p.arith(e <= top - 1, at))), "i"), "l")  # fmt: skip
        same_rows = under(p, d >= 3, lambda _: over(p, 1, w(1), lambda e, _: over(p, 1, m, lambda t, _: p.both(
            p.ring(a(e)(t), a(e)(t)), p.ring(c(e)(t), c(e)(t))), "k"), "i"))  # fmt: skip
        values = inputs(lambda x, y, *_: p.arith(gates(place)(x)(y) == layer(top)(1)(x)(y), high(
            layer(top)(1)(x)(y), top, own)))  # fmt: skip
        return shown(place, [layer, a, c, weights, shift, widths_], [
            whole, high(widths_(top), top, own), same_widths, same_values, same_rows, values])  # fmt: skip

    fact = p.both(output, over(p, 1, w(d - 1), each, "j"))
    return p.conclude(goal, [d, m, W, w, a, c, V, b, z, X, Y, alpha, beta, o], p.witness(wanted, gates, fact))


@claim.satisfied(printed)
def one_gate(p: Proof, formula: Term) -> Fact:
    """d = 2, one bottom gate on two bits."""
    (a_, c_, width, X_, Y_, m_, W_), bottom = on_the_line(p)
    two, none = term(2), lam(j, term(0))
    w_, b_, V_ = lam(k, width), lam(l, i, term(0)), lam(l, i, j, term(0))
    z_ = lam(l, i, r, s, relu(b_(1)(i) + inner(a_(i), X_(r), m_) + inner(c_(i), Y_(s), m_)))
    o_ = lam(r, s, Threshold(term(0) + total(j, 1, w_(two - 1), none(j) * z_(two - 1)(j)(r)(s))))

    def inputs(prove: Callable[..., Fact]) -> Fact:
        return over(p, 1, 2**m_, lambda x, _: over(p, 1, 2**m_, lambda y, _: prove(x, y), "s"), "r")

    first = over(p, 1, w_(1), lambda e, _: inputs(lambda x, y: p.reflexive(z_(1)(e)(x)(y))), "j")
    above = over(p, 1, two - 1 - 1, lambda e, at: p.anything(every(i, 1, w_(e + 1), on_inputs(
        m_, z_(e + 1)(i)(r)(s) == relu(b_(e + 1)(i) + total(j, 1, w_(e), V_(e + 1)(i)(j) * z_(e)(j)(r)(s))))),
        p.arith(false, *at.split())), "l")  # fmt: skip
    circuit = p.restate(p.both(first, above), Circuit(z_, relu, a_, c_, V_, b_, w_, two - 1, X_, Y_, m_))
    output_ = inputs(lambda x, y: p.reflexive(o_(x)(y)))
    widths = over(p, 1, two - 1, lambda e, _: p.compute(w_(e) >= 1), "k")
    return p.witness(formula, two, m_, W_, w_, a_, c_, V_, b_, z_, X_, Y_, none, 0, o_, p.both(
        p.both(p.compute(two >= 2), widths), bottom, circuit, output_))  # fmt: skip


@claim.instances
def random_circuits(rng, n):
    """Circuits of depth 2 and 3 with restricted bottoms on 2 + 2 bits, integer weights, at a random input: the output,
    and the weighted sum t of the outputs of the circuits of its last gates, each evaluated by itself."""
    found = {name: [] for name in ("output", "t", "beta")}
    for depth in (2, 3):
        gates = restricted_gates(rng, 200, 2, 2, 3)
        inner_, shift = rng.integers(-3, 4, size=(200, 3, 3)), rng.integers(-4, 5, size=(200, 3))
        weights, bias = rng.integers(-3, 4, size=(200, 3)), rng.integers(-5, 6, size=200)
        layers = np.einsum("nij,njxy->nixy", inner_, gates) + shift[:, :, None, None]
        last = gates if depth == 2 else np.maximum(0, layers)
        outputs = 2 * (np.einsum("ni,nixy->nxy", weights, last) >= -bias[:, None, None]) - 1
        for circuit in range(200):
            own = 0
            for number in range(3):  # the circuit of one output gate
                level = gates[circuit, number]
                if depth == 3:
                    row = inner_[circuit, number]
                    level = np.maximum(0, sum(row[i] * gates[circuit, i] for i in range(3)) + shift[circuit, number])
                own = own + weights[circuit, number] * level
            found["output"].append(outputs[circuit].ravel())
            found["t"].append(own.ravel())
            found["beta"].append(np.full(own.size, bias[circuit]))
    joined = {name: np.concatenate(parts).astype("float64") for name, parts in found.items()}
    drawn = rng.integers(0, len(joined["t"]), size=n)
    return {name: array[drawn] for name, array in joined.items()}


claim.mutant("without beta", printed, output == where(total_ >= 0, 1, -1))
claim.mutant("not firing at 0", printed, output == where(total_ + bias > 0, 1, -1))
