"""Section 2.3.1, what its comparisons with earlier work claim of sizes: the order 2^(k^2) is right; the size
k' w^(k/k') is not what the functions of the proof of Theorem 2.3.1 need: nine units do for w = 5 and k = k' = 2.

In the second one "depth k'" is read as k' hidden layers, as in Theorem 2.3.1, which it restates. (k1 is k'.) It says
that there are such functions and names no family; the claim is of the one that the text has, Definition 5's. Another
satisfies the bound for all w >= 3 (``existence_for_three_or_more`` in the file for Coq beside this one): w units make
w + 1 laps where the third one looks to the left. For w = 2 this is open: two units do not make three laps.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, power_of_exp
from numerics.terms import (
    TABLE,
    Term,
    body,
    conj,
    every,
    exists,
    exp,
    false,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.budgets import budget, power, two_to, units, weakly
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import H, for_compositions, k, laps, p
from theorems.mukherjee2020.chapter_2.theorem_2_3_1 import (
    a_net_for_the_tent,
    least_sizes,
    opened,
    with_some_laps,
)
from theorems.mukherjee2020.hinged import Hinged, each_integer
from theorems.mukherjee2020.pwl import Network
from theorems.mukherjee2020.sawtooths import power_positive
from theorems.mukherjee2020.trade_offs import lower_bound, root, uniform_units
from theorems.mukherjee2020.triangles import Computes
from theorems.mukherjee2020.uniform import compositions_exist, widths_of

delta, c, x = real("delta"), real("c"), real("x")
v, k1 = function("v", "int->int"), integer("k1")
i, j, l = integer("i"), integer("j"), integer("l")
size, net, wide, ratio = integer("size"), integer("net"), integer("w"), real("ratio")

first = Claim(
    "mukherjee2020",
    "remark",
    "",
    slug="comparison_i",
    section="2.3.1",
    family="pwl_networks",
    title="k^3 layers against k layers in L1",
    uses=["theorem_2_3_6"],
    statement=r"""For networks with $k^3$ hidden layers and size of the order of $k^3$ against networks with $k$
    hidden layers, Theorem 2.3.6 gives, for every fixed $\delta < \frac14$, a size of the order of at least $2^{k^2}$:
    so with $w = 2$, where the former have $2 k^3$ units.""",
)
scales = first.variant(
    "printed",
    forall(
        delta,
        implies(
            conj(delta > 0, delta < term("1/4")),
            exists(
                c,
                conj(
                    c > 0,
                    forall(
                        k,
                        implies(
                            k >= 1,
                            conj(
                                units(widths_of(term(2)), k * k * k) == 2 * k**3,
                                budget(term(2), k * k * k, k, delta) >= c * 2 ** (k * k),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    expect="proved",
    why="With w = 2 and k' = k the budget is k 2^(k^2) (1 - 4 delta)^(1/k) / 2^(1 + 1/k); c = (1 - 4 delta)/4.",
    observed=ratio >= term("1/4") - delta,
)
times_k = first.variant(
    "sharpened",
    forall(delta, k, implies(conj(delta > 0, delta < term("1/4"), k >= 1), budget(
        term(2), k * k * k, k, delta) >= (term("1/4") - delta) * k * 2 ** (k * k))),
    expect="proved",
    why="It grows as k 2^(k^2).",
    observed=ratio >= (term("1/4") - delta) * k,
)  # fmt: skip


@first.prove(times_k)
def by_exponents(pf: Proof, goal: Term) -> Fact:
    (delta, k), (positive, less, some), conclusion = pf.intro(goal)
    return pf.conclude(goal, [delta, k], pf.prove(conclusion, in_order(pf, delta, k, positive, less, some)))


@first.prove(scales)
def with_a_constant(pf: Proof, goal: Term) -> Fact:
    (delta,), (positive, less), conclusion = pf.intro(goal)
    c = term("1/4") - delta
    at = instance_of(conclusion, c)
    (k,), (some,), _ = pf.intro(at.args[1])
    large = in_order(pf, delta, k, positive, less, some)
    tall = power_positive(pf, term(2), pf.arith(term(2) >= 1)).apply(k * k, using=[pf.arith(k * k >= 0, some)])
    room = pf.arith(c * 2 ** (k * k) >= 0, tall, less)
    order = pf.arith(
        budget(term(2), k * k * k, k, delta) >= c * 2 ** (k * k),
        large,
        pf.arith((k - 1) * (c * 2 ** (k * k)) >= 0, room, some),
    )
    cube = pf.arith(k * k * k >= 0, pf.arith(k * k >= 0, some), some)
    count = pf.arith(units(widths_of(term(2)), k * k * k) == 2 * k**3, uniform_units(pf, term(2), k * k * k, cube))
    each = pf.general(k, pf.implication(some.formula, pf.both(count, order)))
    whole = pf.witness(conclusion, c, pf.both(pf.arith(c > 0, less), each))
    return pf.conclude(goal, [delta], whole)


def in_order(pf: Proof, delta: Term, k: Term, positive: Fact, less: Fact, some: Fact) -> Fact:
    """budget(2, k^3, k, delta) >= (1/4 - delta) k 2^(k^2)."""
    two, left = log(term(2)), 1 - 4 * delta
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, some)])
    unit = pf.arith(1 / k > 0, inverse, some)
    at_most_one = pf.arith(1 / k <= 1, pf.arith(1 / k * (k - 1) >= 0, unit, some), inverse)
    P, D, E = power(term(2), k * k * k / k), power(left, 1 / k), power(term(2), 1 + 1 / k)
    exponent = pf.congruent(lam(x, exp(x)), pf.arith(k * k * k / k * two == k * k * two, inverse, multipliers=[
        k * k * two]))  # fmt: skip
    square = pf.arith(k * k >= 0, some)
    tall = power_of_exp(pf, term(2), two_to(pf), two, k * k, square)
    value = pf.lemma("exp_log", left, using=[pf.arith(left > 0, less)])
    negative = pf.absurd(log(left) <= 0, lambda no: pf.arith(false, pf.lemma("exp_monotone", 0, log(left), using=[
        pf.arith(0 < log(left), no)]), pf.lemma("exp_zero"), value, positive))  # fmt: skip
    near = weakly(
        pf,
        log(left),
        1 / k * log(left),
        pf.arith(log(left) <= 1 / k * log(left), pf.arith((1 - 1 / k) * (0 - log(left)) >= 0, at_most_one, negative)),
    )
    above = pf.arith(D >= left, near, value)
    log_two = pf.tautology(0 < two, [])
    short = weakly(
        pf,
        (1 + 1 / k) * two,
        two + two,
        pf.arith((1 + 1 / k) * two <= two + two, pf.arith((1 - 1 / k) * two >= 0, at_most_one, log_two)),
    )
    below = pf.arith(E <= 4, short, pf.lemma("exp_sum", two, two), two_to(pf), multipliers=[exp(two), 2, 1])
    inverse_E = pf.lemma("inverse", E, using=[pf.lemma("exp_positive", (1 + 1 / k) * two)])
    unit_E = pf.arith(1 / E > 0, inverse_E, pf.lemma("exp_positive", (1 + 1 / k) * two))
    quarter = pf.arith(1 / E >= term("1/4"), pf.arith(1 / E * (4 - E) >= 0, unit_E, below), inverse_E)
    T = term(2) ** (k * k)
    tower = pf.arith(P == T, exponent, tall)
    many = power_positive(pf, term(2), pf.arith(term(2) >= 1)).apply(k * k, using=[square])
    r, s, t, u = (pf.fresh(name, "real") for name in "rstu")
    given = [pf.assume(a) for a in (r >= 0, s >= t, t >= 0, u >= term("1/4"))]
    product = pf.arith(
        r * s * u >= r * t / 4,
        pf.arith(r * s * (u - term("1/4")) >= 0, pf.arith(r * s >= 0, given[0], pf.arith(s >= 0, *given)), given[3]),
        pf.arith(r * (s - t) >= 0, *given),
    )
    for fact in reversed(given):
        product = pf.implication(fact.formula, product)
    product = pf.general(r, s, t, u, product).apply(
        k * T, D, left, 1 / E, using=[pf.arith(k * T >= 0, many, some), above, pf.arith(left >= 0, less), quarter]
    )
    return pf.arith(
        k * (P * D) / E >= (term("1/4") - delta) * k * T,
        product,
        pf.arith(k * (P * D) / E == k * T * D * (1 / E), tower, multipliers=[k * D * (1 / E)]),
    )


@first.satisfied(scales, times_k)
def an_eighth(pf: Proof, formula: Term) -> Fact:
    return pf.exhibit(formula, ["1/8", 1])


@first.instances
def budgets(rng, n):
    """For k <= 8 and delta in (0, 1/4): the budget divided by 2^(k^2), that is k ((1 - 4 delta)/2)^(1/k) / 2; delta is
    such that the root is a multiple of 1/64 below 1/2."""
    k = rng.integers(1, 9, n)
    root = rng.integers(1, 32, n) / 64
    delta = (1 - 2 * root**k) / 4
    return {"k": k.astype("float64"), "delta": delta, "ratio": k * root / 2}


first.mutant("three times as much", scales, ratio >= (term("1/4") - delta) * 3)
first.mutant("half of 2^(k^2)", scales, ratio >= term("1/2") - delta)
first.mutant("three times as much", times_k, ratio >= 3 * (term("1/4") - delta) * k)
first.mutant("half of k 2^(k^2)", times_k, ratio >= (term("1/2") - delta) * k)

second = Claim(
    "mukherjee2020",
    "remark",
    "",
    slug="comparison_ii",
    section="2.3.1",
    family="pwl_networks",
    title="the hard functions and the size k' w^(k/k')",
    uses=["theorem_2_3_1", "theorem_2_3_1.sharp"],
    statement=r"""For all $w$, $k$ and every point of $\bigcup_{M > 0} (\Delta_M^{w-1})^k$ the function $H$ of the proof
    of Theorem 2.3.1 needs a size of at least $k' w^{k/k'}$ in a network with $k' \le k$ hidden layers. (Here
    $w = p + 1$. The sentence names no family.)""",
)


def for_networks(*conclusion: Term) -> Term:
    """For every network with k1 <= k hidden layers that computes H(k)."""
    return forall(v, k1, implies(conj(k1 >= 1, Computes(v, k1, H(k)), k1 <= k), *conclusion))


needed = second.variant(
    "printed",
    for_compositions(for_networks(units(v, k1) >= k1 * power(p + 1, k / k1))),
    expect="refuted",
    why="Theorem 2.3.1 has half of it. A sawtooth that only meets numbers from 0 on needs no hinge at 0, if another "
    "can be turned around in its place. The bound fails for functions of the family of the proof; another family may "
    "satisfy it, and for w >= 3 one does.",
    counterexample="w = 5, k = k' = 2, M = 7 and a^1 = a^2 = (1, 2, 4, 6): 5 + 4 units, not 10, since h(u) = 28 - 14 "
    "max(0, u - 1) + 21/2 max(0, u - 2) - 7 max(0, 4 - u) + 21/2 max(0, u - 6) for u >= 0, and h is never below 0.",
    observed=(net / k1) ** k1 >= wide**k,
)
within_k = second.variant(
    "repaired",
    for_compositions(for_networks(units(v, k1) >= k1 * (root(laps + 1, k1) - 1))),
    expect="proved",
    why="The bound by the product of the v_i + 1 loses at most k' units. It is theorem_2_3_1.sharp again, for k' <= k.",
    observed=((size + k1) / k1) ** k1 >= wide**k + 1,
)  # fmt: skip
NODES, SIDES = (0, 1, 2, 4, 6), ((1, -1), (1, -2), (-1, 4), (1, -6))
OUT = (Fraction(-14), Fraction(21, 2), Fraction(-7), Fraction(21, 2))


def choose(index: Term, values: tuple) -> Term:
    """values[0] for index <= 1, values[1] for index = 2, and so on; the last from there on."""
    result = term(values[-1])
    for n in range(len(values) - 1, 0, -1):
        result = where(index <= n, term(values[n - 1]), result)
    return result


@second.refute(needed)
def by_nine_units(pf: Proof, goal: Term) -> Fact:
    saw = Hinged(NODES[1:], 7)
    simplex, sawtooth = saw.facts(pf)
    a, h = lam(j, saw.a), lam(j, saw.h)
    factors = over(pf, 1, term(2), lambda j, _: pf.both(simplex, sawtooth), "j")

    def refuted(claimed: Fact) -> Fact:
        mark = pf.opened
        F, composed = pf.obtain(compositions_exist(pf).apply(h, 2, using=[]), "H")
        widths = lam(l, where(l <= 0, 1, where(l <= 1, 5, 4)))
        computes = two_layers(pf, saw, F, composed, widths)
        at = claimed.apply(7, 4, 2, a, h, F, using=[factors, composed]).apply(widths, 2, using=[computes])
        nine = pf.compute(units(widths, term(2)) == 9)
        five = pf.lemma("exp_log", term(4) + 1, using=[])
        same = pf.congruent(lam(x, exp(x)), pf.ring(term(2) / 2 * log(term(4) + 1), log(term(4) + 1)))
        return pf.close(pf.arith(false, at, nine, five, same), mark)

    return pf.refute(goal, refuted)


def two_layers(pf: Proof, saw: Hinged, F: Term, composed: Fact, widths: Term) -> Fact:
    """Computes(widths, 2, F(2)) with five and four units."""
    y = pf.fresh("x", "real")
    weights = tuple(saw.weights)
    node, side, shift = (lam(j, choose(j, values)) for values in (NODES, *zip(*SIDES, strict=True)))
    weight, out = lam(j, choose(j, weights)), lam(j, choose(j, OUT))
    z = lam(l, i, x, where(l <= 0, x, where(l <= 1, maximum(0, x - node(i)), maximum(
        0, shift(i) + side(i) * saw.h(x)))))  # fmt: skip
    W = lam(l, i, j, where(l <= 1, 1, side(i) * weight(j)))
    b = lam(l, i, where(l <= 1, -node(i), shift(i)))

    def chosen(t: Term) -> Fact:
        """t is the branch that its closed conditions choose."""
        fact, here = pf.reflexive(t), t
        while here.op == "if" and not TABLE.free[here.args[0].index]:
            holds = pf.compute(pick(here.args[0]))
            step = pf.lemma("if_false" if holds.formula.op == "not" else "if_true", *here.args, using=[holds])
            fact, here = pf.arith(t == step.formula.args[1], fact, step), step.formula.args[1]
        return fact

    def written(summand: Term, count: int) -> Fact:
        """The sum over 1 <= j <= count, written out."""
        facts, long, n = [pf.lemma("sum_empty", 1, 0, summand)], term(0), integer("n")
        for q in range(count):
            spelled = pf.ring(term(q) + 1, q + 1)
            facts.append(pf.lemma("sum_step", 1, q, summand))
            facts.append(pf.congruent(lam(n, total(j, 1, n, summand(j))), spelled))
            facts.append(pf.congruent(summand, spelled))
            long = long + summand(term(q + 1))
        return pf.arith(total(j, 1, count, summand(j)) == long, *facts)

    def upto(summand: Term, l: Term, count: int) -> Fact:
        """The sum over 1 <= j <= widths(l) is that over 1 <= j <= count."""
        n = integer("n")
        return pf.congruent(lam(n, total(j, 1, n, summand(j))), pf.compute(widths(l) == count))

    def hidden(n: int) -> Fact:
        """z(1)(n)(y) = max(0, y - t_n)."""
        at = chosen(z(term(1))(term(n))(y))
        same = pf.congruent(lam(x, maximum(0, y - x)), pf.compute(node(term(n)) == NODES[n - 1]))
        return pf.arith(z(term(1))(term(n))(y) == maximum(0, y - term(NODES[n - 1])), at, same)

    def of_layer(m: Term) -> Term:
        argument = b(m + 1)(i) + total(j, 1, widths(m), W(m + 1)(i)(j) * z(m)(j)(x))
        return every(i, 1, widths(m + 1), forall(x, z(m + 1)(i)(x) == maximum(0, argument)))

    def layer(m: int) -> Fact:
        l = term(m)

        def unit(n: Term, _: Fact) -> Fact:
            summand = lam(j, W(l + 1)(n)(j) * z(l)(j)(y))
            argument = b(l + 1)(n) + total(j, 1, widths(l), summand(j))
            if m == 0:
                sum_ = written(summand, 1)
                inner = pf.arith(argument == y - node(n), upto(summand, l, 1), sum_, chosen(b(l + 1)(n)), chosen(
                    W(l + 1)(n)(1)), chosen(z(l)(term(1))(y)), multipliers=[z(l)(term(1))(y), 1])  # fmt: skip
            else:
                sum_ = written(summand, 5)
                terms = []
                for q in range(1, 6):
                    at = pf.arith(
                        W(l + 1)(n)(term(q)) == side(n) * term(weights[q - 1]),
                        chosen(W(l + 1)(n)(term(q))),
                        pf.compute(weight(term(q)) == term(weights[q - 1])),
                        multipliers=[side(n), 1],
                    )
                    hinge = maximum(0, y - term(NODES[q - 1]))
                    terms.append(pf.arith(summand(term(q)) == side(n) * term(weights[q - 1]) * hinge, at, hidden(
                        q), multipliers=[z(l)(term(q))(y), side(n) * term(weights[q - 1])]))  # fmt: skip
                inner = pf.arith(argument == shift(n) + side(n) * saw.h(y), upto(summand, l, 5), sum_, chosen(
                    b(l + 1)(n)), *terms)  # fmt: skip
            act = pf.congruent(lam(x, maximum(0, x)), inner)
            return pf.general(y, pf.arith(z(l + 1)(n)(y) == maximum(0, argument), chosen(z(l + 1)(n)(y)), act))

        return over(pf, 1, widths(l + 1), unit)

    last = lam(j, every(l, 0, j, of_layer(l)))
    sizes = each_integer(pf, 1, 2, lambda l: widths(l) >= 1, lambda l: pf.compute(widths(term(l)) >= 1))
    network = pf.both(
        pf.compute(widths(term(0)) == 1),
        sizes,
        pf.general(y, chosen(z(term(0))(term(1))(y))),
        pf.step("equality", [pf.ring(1, term(2) - 1), each_integer(pf, 0, 1, of_layer, layer)], [last]),
    )
    identity, following = pf.open_definition(composed).split()
    first = pf.arith(
        F(1)(y) == saw.h(y),
        pf.rewrite(following.apply(0, using=[])(y), pf.ring(term(0) + 1, 1)),
        pf.congruent(saw.h, identity(y)),
    )
    again = pf.rewrite(following.apply(1, using=[])(y), pf.ring(term(1) + 1, 2))
    value = pf.arith(F(2)(y) == saw.h(saw.h(y)), again, pf.congruent(saw.h, first))
    summand = lam(j, out(j) * z(term(2))(j)(y))
    sum_ = written(summand, 4)
    ends = []
    for n, (o, (turn, bias)) in enumerate(zip(OUT, SIDES, strict=True), 1):
        at = chosen(z(term(2))(term(n))(y))
        same = pf.congruent(lam(x, maximum(0, x)), pf.arith(
            shift(term(n)) + side(term(n)) * saw.h(y) == term(bias) + term(turn) * saw.h(y), pf.compute(
                shift(term(n)) == bias), pf.compute(side(term(n)) == turn), multipliers=[saw.h(y), 1]))  # fmt: skip
        relu = maximum(0, term(bias) + term(turn) * saw.h(y))
        ends.append(
            pf.arith(
                summand(term(n)) == term(o) * relu,
                at,
                same,
                pf.compute(out(term(n)) == term(o)),
                multipliers=[z(term(2))(term(n))(y), term(o), 1],
            )
        )
    above = pf.general(y, never_below_zero(pf, saw, y))(y)
    turned = from_zero_on(pf, saw).apply(saw.h(y), using=[above])
    output = pf.arith(F(2)(y) == 28 + total(j, 1, widths(term(2)), summand(j)), value, turned, sum_, upto(
        summand, term(2), 4), *ends)  # fmt: skip
    goal = Computes(widths, 2, F(2))
    facts = pf.both(pf.restate(network, Network(z, W, b, widths, 2)), pf.general(y, output))
    return pf.restate(pf.witness(body(goal), z, W, b, out, 28, facts), goal)


def pick(condition: Term) -> Term:
    """The condition or its negation, whichever holds; it compares integers, written as sums."""
    left, right = (value_of(t) for t in condition.args)
    return condition if left <= right else negation(condition)


def value_of(t: Term) -> int:
    """A closed sum of integers."""
    if t.op == "+":
        return value_of(t.args[0]) + value_of(t.args[1])
    return int(TABLE.nodes[t.index][1])


def by_laps(pf: Proof, saw: Hinged, u: Term, goal: Term, prove: Callable[..., Fact], *known: Fact) -> Fact:
    """The goal by cases on which lap u is on, 0 <= u known: ``prove(lap, bounds)``."""

    def at(lap: int, *past: Fact) -> Fact:
        if lap == saw.p:
            return prove(lap, *past)
        return pf.decide(u <= term(saw.cuts[lap + 1]), lambda yes: prove(lap, *past, yes), lambda no: at(
            lap + 1, pf.arith(u >= term(saw.cuts[lap + 1]), no)))  # fmt: skip

    return at(0, *known)


def never_below_zero(pf: Proof, saw: Hinged, y: Term) -> Fact:
    """h(y) >= 0, since the last lap rises."""
    goal = saw.h(y) >= 0

    def right(no: Fact) -> Fact:
        return by_laps(pf, saw, y, goal, lambda lap, *b: pf.arith(goal, saw.on_lap(pf, lap, y, *b), *b), pf.arith(
            y >= 0, no))  # fmt: skip

    return pf.decide(y <= 0, lambda yes: pf.arith(goal, saw.on_lap(pf, -1, y, yes)), right)


def from_zero_on(pf: Proof, saw: Hinged) -> Fact:
    """h(u) = 28 + the sum of the four hinges, for u >= 0."""
    u = pf.fresh("u", "real")
    hinges = [maximum(0, term(b) + term(s) * u) for s, b in SIDES]
    result = term(28)
    for o, hinge in zip(OUT, hinges, strict=True):
        result = result + term(o) * hinge
    goal = saw.h(u) == result

    def prove(lap: int, *bounds: Fact) -> Fact:
        low = saw.cuts[lap]
        known = []
        for (s, b), hinge in zip(SIDES, hinges, strict=True):
            active = (low + Fraction(1, 2)) * s + b > 0
            value = term(b) + term(s) * u if active else term(0)
            known.append(pf.by_cases(pf.lemma("max", *hinge.args), *[lambda f, g=hinge == value: pf.arith(
                g, f, *bounds)] * 2))  # fmt: skip
        return pf.arith(goal, saw.on_lap(pf, lap, u, *bounds), *known)

    positive = pf.assume(u >= 0)
    return pf.general(u, pf.implication(positive.formula, by_laps(pf, saw, u, goal, prove, positive)))


@second.prove(within_k)
def by_the_product(pf: Proof, goal: Term) -> Fact:
    variables, c, least, _, (deep, computes, _), conclusion = opened(pf, goal)
    size = lower_bound(pf, c, least, *variables[6:], deep, computes, True)[0]
    return pf.conclude(goal, variables, pf.prove(conclusion, size))


second.satisfied(needed, within_k)(a_net_for_the_tent)
second.defined(within_k)(with_some_laps)


@second.instances
def sizes_of_nets(rng, n):
    """The least sizes that the count of pieces allows (``size``), and sizes of networks that there are (``net``): the
    first k - k' + 1 sawtooths in one layer, each of the others in its own, with one unit less where w = 5."""
    found = least_sizes(rng, n)
    w, k, k1 = found["w"], found["k"], found["k1"]
    first = np.where(k1 == k, w, w ** (k - k1 + 1) + 1)
    return {**found, "net": first + (k1 - 1) * np.where((w == 5) & (k1 == k), 4, w)}


second.mutant("k' (w^k + 1)^(1/k')", within_k, (size / k1) ** k1 >= wide**k + 1)
second.mutant("one piece more", within_k, ((size + k1) / k1) ** k1 >= wide**k + 2)
