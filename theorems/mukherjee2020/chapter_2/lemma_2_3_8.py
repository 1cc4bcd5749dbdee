"""Lemma 2.3.8, the support function as a network of size 2m: true; m + 2 nodes suffice, and m if signs sum to zero."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_appended, transport
from numerics.sampling import integers
from numerics.sums import equal_sums, sums_linear
from numerics.terms import (
    Term,
    absolute,
    conj,
    dot,
    either,
    every,
    exists,
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
    vector,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.zonotope_geometry import body, by_all_cases
from theorems.mukherjee2020.zonotope_space import inner_sum, support_value, supported, widths
from theorems.mukherjee2020.zonotopes import Support, TwoLayer

claim = Claim(
    "mukherjee2020", "lemma", "2.3.8", section="2.3.2", family="zonotopes",
    title="support function net of size 2m", uses=["definition_7", "theorem_2_3_7.part_3"],
    statement=r"""For all $b^1, \dots, b^m \in \mathbb R^n$ some ReLU network with one hidden layer of $2m$ nodes
    computes the support function of their zonotope.""",
)  # fmt: skip

m, i, j = integer("m"), integer("i"), integer("j")
b, g, r = function("b", "int->V"), function("g", "V->real"), vector("r")
sign = function("s", "int->real")


def computed(size: Term, *conditions: Term) -> Term:
    """For all b: the support function is a network of this size, under conditions."""
    return forall(m, b, g, implies(conj(m >= 1, Support(g, m, b)), *conditions, TwoLayer(g, size)))


balanced = exists(sign, conj(every(i, 1, m, either(sign(i) == 1, sign(i) == -1)),
                             total(i, 1, m, sign(i) * b(i)) == 0 * b(1)))  # fmt: skip

t = [real(f"t{k}") for k in (1, 2, 3)]  # the inner products <r, b^i> for m = 3
size_of = absolute(t[0]) + absolute(t[1]) + absolute(t[2])


def relu(x: Term) -> Term:
    """max(0, x)."""
    return maximum(0, x)


pairs = relu(t[0]) + relu(-t[0]) + relu(t[1]) + relu(-t[1]) + relu(t[2]) + relu(-t[2])
halves = 2 * relu(t[0]) + 2 * relu(t[1]) + 2 * relu(t[2]) - relu(t[0] + t[1] + t[2]) + relu(-t[0] - t[1] - t[2])

printed = claim.variant(
    "printed", computed(2 * m), expect="proved",
    why="|t| = max(0, t) + max(0, -t) for each of the m inner products.", observed=size_of == pairs,
)  # fmt: skip


def network(p: Proof, f: Term, size: Term, weights: Term, coefficients: Term, value: Fact) -> Fact:
    """TwoLayer(f, size), without biases, from the fact of f(r) = sum_j c(j) max(0, <w(j), r>) for a free r."""
    zero = lam(j, term(0))
    r = p.fresh("r", "V")
    units = lam(j, coefficients(j) * maximum(0, dot(weights(j), r) + zero(j)))
    goal = body(TwoLayer(f, size))
    return p.restate(p.witness(goal, weights, zero, coefficients, term(0), p.general(r, p.arith(
        f(r) == term(0) + total(j, 1, size, units(j)), value(r)))), TwoLayer(f, size))  # fmt: skip


def hinges(p: Proof, x: Term) -> Fact:
    """|x| = max(0, x) + max(0, -x)."""
    goal = absolute(x) == maximum(0, x) + maximum(0, -x)
    return by_all_cases(p, [p.lemma("abs", x), p.lemma("max", 0, x), p.lemma("max", 0, -x)],
                        lambda facts: p.arith(goal, *facts))  # fmt: skip


def paired_nodes(p: Proof, m: Term, b: Term, g: Term, some: Fact, support: Fact) -> Fact:
    """TwoLayer(g, 2 m), for the support function g; ``some`` is m >= 1."""
    r = p.fresh("r", "V")
    w, c = lam(j, where(j <= m, b(j), -b(j - m))), lam(j, term(1))
    unit = lam(j, c(j) * maximum(0, dot(w(j), r) + 0))
    first, second = lam(j, maximum(0, dot(r, b(j)))), lam(j, maximum(0, -dot(r, b(j))))
    v = p.fresh("v", "V")
    shape = lam(v, maximum(0, dot(v, r) + 0))

    def head(j: Term, low: Fact, high: Fact) -> Fact:
        same = p.congruent(shape, p.lemma("if_true", *w(j).args, using=[high]))
        return p.arith(unit(j) == first(j), same)

    def tail(j: Term, low: Fact, high: Fact) -> Fact:
        k = m + j
        same = p.congruent(shape, p.lemma("if_false", *w(k).args, using=[p.arith(negation(k <= m), low)]))
        return p.arith(unit(k) == second(j), same)

    def width(j: Term, low: Fact, high: Fact) -> Fact:
        return p.arith(absolute(dot(r, b(j))) == 1 * first(j) + 1 * second(j), hinges(p, dot(r, b(j))))

    one, above = term(1), p.arith(m >= 0, some)
    parts = [
        sum_appended(p, m, m, unit, above, above), equal_sums(p, one, m, unit, first, head),
        equal_sums(p, one, m, lam(j, unit(m + j)), second, tail),
        equal_sums(p, one, m, lam(j, absolute(dot(r, b(j)))), lam(j, 1 * first(j) + 1 * second(j)), width),
        sums_linear(p).apply(1, m, first, second, 1, 1, using=[p.arith(one <= m + 1, some)]),
        support_value(p, g, m, b, support, above)(r),
    ]  # fmt: skip
    value = p.general(r, p.arith(g(r) == total(j, 1, 2 * m, unit(j)), *parts))
    return network(p, g, 2 * m, w, c, value)


@claim.prove(printed)
def by_pairs_of_nodes(p: Proof, goal: Term) -> Fact:
    (m, b, g), (some, support), _ = p.intro(goal)
    return p.conclude(goal, [m, b, g], paired_nodes(p, m, b, g, some, support))


@claim.satisfied(printed)
def one_segment(p: Proof, formula: Term) -> Fact:
    one, direction = term(1), lam(i, vector("x"))
    return p.exhibit(formula, [one, direction, widths(one, direction)], supported(p, one, direction, p.arith(one >= 0)))


@claim.instances
def inner_products(rng, n):
    """Integer inner products with m = 3 generators, every third time with sum 0."""
    t1, t2, t3 = (integers(rng, n, -9, 9) for _ in range(3))
    return {"t1": t1, "t2": t2, "t3": np.where(np.arange(n) % 3 == 0, -t1 - t2, t3)}


claim.mutant("five nodes, one of a pair left out", printed, size_of == pairs - relu(-t[2]))

improved = Claim(
    "mukherjee2020", "lemma", "2.3.8", slug="improved", section="2.3.2", family="zonotopes",
    title="support function net of size m + 2", uses=["lemma_2_3_8"],
    statement=r"""In fact $m + 2$ nodes suffice: one for each $b^i$ and two for a linear remainder.""",
)  # fmt: skip

shorter = improved.variant(
    "printed", computed(m + 2), expect="proved",
    why="|t| = 2 max(0, t) - t, and the m linear terms are one inner product, which is the difference of two nodes.",
    observed=size_of == halves,
)  # fmt: skip
sharpened = improved.variant(
    "sharpened", conj(computed(m + 2), computed(m, balanced)), expect="proved",
    why="The remainder is the sum of s_i b^i for any signs that one likes: where some such sum is 0, m nodes suffice.",
    observed=implies(t[0] + t[1] + t[2] == 0, size_of == 2 * relu(t[0]) + 2 * relu(t[1]) + 2 * relu(t[2])),
)  # fmt: skip


def halved(p: Proof, m: Term, b: Term, s: Term, signs: Fact, above: Fact, r: Term) -> Fact:
    """The sum of |<r, b(i)>| is that of 2 max(0, <s(i) b(i), r>) less <r, s(1) b(1) + ... + s(m) b(m)>, for signs s."""
    signed = lam(i, s(i) * b(i))
    unit, product = lam(i, 2 * maximum(0, dot(signed(i), r) + 0)), lam(i, dot(r, signed(i)))
    width = lam(i, absolute(dot(r, b(i))))

    def each(i: Term, low: Fact, high: Fact) -> Fact:
        x = dot(r, b(i))
        goal = width(i) == 1 * unit(i) + -1 * product(i)

        def signed_by(sign: Fact) -> Fact:
            turned = p.arith(dot(signed(i), r) == (x if sign.formula.args[1].op == "num" and _is_one(sign) else -x),
                             sign, multipliers=[x])  # fmt: skip
            same = p.congruent(lam(real("q"), maximum(0, real("q") + 0)), turned)
            y = turned.formula.args[1]
            return by_all_cases(p, [p.lemma("abs", x), p.lemma("max", 0, y)],
                                lambda facts: p.arith(goal, *facts, same, sign, multipliers=[x, 1]))  # fmt: skip

        return p.by_cases(signs.apply(i, using=[low, high]), signed_by, signed_by)

    one = term(1)
    nonempty = p.arith(one <= m + 1, above)
    return p.arith(
        total(i, 1, m, width(i)) == total(i, 1, m, unit(i)) - dot(r, total(i, 1, m, signed(i))),
        equal_sums(p, one, m, width, lam(i, 1 * unit(i) + -1 * product(i)), each),
        sums_linear(p).apply(1, m, unit, product, 1, -1, using=[nonempty]),
        inner_sum(p, r, signed).apply(m, using=[above]))  # fmt: skip


def _is_one(sign: Fact) -> bool:
    return sign.formula.args[1].op == "num" and repr(sign.formula.args[1]) == "1"


def with_remainder(p: Proof, m: Term, b: Term, g: Term, some: Fact, support: Fact) -> Fact:
    """TwoLayer(g, m + 2)."""
    r, v = p.fresh("r", "V"), p.fresh("v", "V")
    above = p.arith(m >= 0, some)
    s = lam(i, term(1))
    rest = total(i, 1, m, s(i) * b(i))
    w = lam(j, where(j <= m, s(j) * b(j), where(j <= m + 1, rest, -rest)))
    c = lam(j, where(j <= m, 2, where(j <= m + 1, -1, 1)))
    unit, plain = lam(j, c(j) * maximum(0, dot(w(j), r) + 0)), lam(j, 2 * maximum(0, dot(s(j) * b(j), r) + 0))
    shape = lam(v, maximum(0, dot(v, r) + 0))

    def chosen(j: Term, *facts: Fact) -> Fact:
        """unit(j) with its case written out: ``facts`` decide j <= m, and then j <= m + 1."""
        equations = []
        for f in (w, c):
            t, steps = f(j), []
            for fact in facts:
                rule = "if_false" if fact.formula.op == "not" else "if_true"
                steps.append(p.lemma(rule, *t.args, using=[fact]))
                t = t.args[2] if rule == "if_false" else t.args[1]
            z = p.fresh("z", t.sort)
            equations.append(steps[0] if len(steps) == 1 else transport(p, lam(z, f(j) == z), steps[1], steps[0]))
        node = p.congruent(shape, equations[0])
        return p.arith(unit(j) == equations[1].formula.args[1] * node.formula.args[1], node, equations[1],
                       multipliers=[1, shape(w(j)), shape(equations[0].formula.args[1]), c(j)])  # fmt: skip

    heads = equal_sums(p, term(1), m, unit, plain, lambda j, low, high: p.arith(unit(j) == plain(j), chosen(j, high)))
    first = chosen(m + 1, p.arith(negation(m + 1 <= m)), p.arith(m + 1 <= m + 1))
    second = chosen(m + 2, p.arith(negation(m + 2 <= m)), p.arith(negation(m + 2 <= m + 1)))
    steps = [p.lemma("sum_step", 1, m + k, unit, using=[p.arith(term(1) <= m + k + 1, some)]) for k in (0, 1)]
    y = dot(rest, r)
    signs = over(p, 1, m, lambda i, _: p.or_intro(either(s(i) == 1, s(i) == -1), p.ring(s(i), 1)))
    linear = by_all_cases(p, [p.lemma("max", 0, y), p.lemma("max", 0, -y)],
                          lambda facts: p.arith(maximum(0, y) - maximum(0, -y) == y, *facts))  # fmt: skip
    value = p.arith(g(r) == total(j, 1, m + 2, unit(j)), support_value(p, g, m, b, support, above)(r),
                    halved(p, m, b, s, signs, above, r), heads, first, second, *steps, linear)  # fmt: skip
    return network(p, g, m + 2, w, c, p.general(r, value))


@improved.prove(shorter)
def with_two_nodes_for_the_remainder(p: Proof, goal: Term) -> Fact:
    (m, b, g), (some, support), _ = p.intro(goal)
    return p.conclude(goal, [m, b, g], with_remainder(p, m, b, g, some, support))


@improved.prove(sharpened)
def with_signs_of_sum_zero(p: Proof, goal: Term) -> Fact:
    general, special = goal.args
    (m, b, g), (some, support), _ = p.intro(general)
    first = p.conclude(general, [m, b, g], with_remainder(p, m, b, g, some, support))
    (m, b, g), (some, support, even), _ = p.intro(special)
    mark = p.opened
    s, facts = p.obtain(even, "s")
    signs, zero = facts.split()
    r, z, above = p.fresh("r", "V"), p.fresh("z", "V"), p.arith(m >= 0, some)
    none = p.congruent(lam(z, dot(r, z)), zero)
    unit = lam(j, 2 * maximum(0, dot(s(j) * b(j), r) + 0))
    value = p.arith(g(r) == total(j, 1, m, unit(j)), support_value(p, g, m, b, support, above)(r),
                    halved(p, m, b, s, signs, above, r), none)  # fmt: skip
    net = network(p, g, m, lam(j, s(j) * b(j)), lam(j, term(2)), p.general(r, value))
    return p.both(first, p.conclude(special, [m, b, g], p.close(net, mark)))


improved.satisfied(shorter)(one_segment)
improved.instances(inner_products)
improved.mutant("m + 1 nodes: half of the remainder", shorter, size_of == halves + relu(t[0] + t[1] + t[2]))
improved.mutant("m nodes without the condition", sharpened, size_of == halves + relu(t[0] + t[1] + t[2]))
