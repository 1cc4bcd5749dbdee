"""Theorem 2.3.10, the zonotope family: counts, second size bound and bijection are false as printed, the first is open.

The theorem says that there is a family, but it gives it the name under which Proposition 2.3.9 has just defined its
functions, the H o gamma_Z: no other family is meant, unlike in Theorems 2.3.1 and 2.3.2, which name none.

What restriction to a line proves has the constants that belong in the second bound.
"""

import numpy as np

from numerics.derive import Fact, Proof, SearchFailed
from numerics.lemmas import defined, over, power_of_exp
from numerics.sums import equal_sums, smaller_sum, sum_of_constants, sums_scaled
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    dot,
    either,
    every,
    exists,
    exp,
    false,
    floor,
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
    vector,
    vertices,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import H, M, a, for_compositions, k, p
from theorems.mukherjee2020.chapter_2.proposition_2_3_9 import on_the_line
from theorems.mukherjee2020.networks import pieces_data
from theorems.mukherjee2020.norm_lines import bounded_by_the_line, norm_corners, root_power
from theorems.mukherjee2020.pwl import AtMostPieces, Composed, Laps, Pieces, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import Composition, power_positive, tent_facts
from theorems.mukherjee2020.scales import same_scale
from theorems.mukherjee2020.short_networks import (
    even,
    four_hinges,
    four_laps,
    is_sawtooth,
    iterates,
    nodes,
    short,
    short_network,
)
from theorems.mukherjee2020.vertex_counts import (
    half_regions,
    one_dimension_sum,
    one_generator_sum,
    pascal_sums,
    sums_at_least_one,
    sums_nonnegative,
)
from theorems.mukherjee2020.zonotope_geometry import body
from theorems.mukherjee2020.zonotope_space import support_value, supported, widths
from theorems.mukherjee2020.zonotopes import DeepNetwork, PieceCount, Support, VertexCount

m, n, N, K, P = integer("m"), integer("n"), integer("N"), integer("K"), real("P")
i, j, l, r, x = integer("i"), integer("j"), integer("l"), vector("r"), real("x")
laps = (p + 1) ** k
pieces, size = integer("pieces"), integer("size")

# Part (i).

part_i = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.10",
    slug="part_i",
    section="2.3.2",
    family="zonotopes",
    title="zonotope family: size and pieces",
    uses=["definition_8", "proposition_2_3_9.pieces", "proposition_2_3_9.size"],
    statement=r"""For all $n, k, m \ge 1$ and $w \ge 2$ every $f = H_{a^1, \dots, a^k} \circ \gamma_Z$ of the family,
    with $(b^1, \dots, b^m) \in S(n, m)$, is computed by a ReLU network of depth $k + 2$ and size $2m + wk$, and has
    $\bigl(\sum_{i=0}^{n-1} \binom{m-1}i\bigr) w^k$ pieces. (Here $w = p + 1$.)""",
)
numbers = function("b", "int->real")


def norm(y: Term) -> Term:
    """The support function of numbers b(1), ..., b(m), the generators for n = 1, by part 3 of Theorem 2.3.7."""
    return total(i, 1, m, absolute(y * numbers(i)))


def on_line(factor: int, *conclusion: Term) -> Term:
    """For n = 1 and the zonotopes with ``factor`` times the printed number of vertices."""
    extremal = vertices(1, m, lam(i, j, numbers(i))) == factor * half_regions(m, term(1))
    return for_compositions(forall(m, numbers, implies(conj(m >= 1, extremal), *conclusion)))


def count_on_line(factor: int) -> Term:
    """The number of pieces of H(k)(norm), as printed for n = 1."""
    return on_line(factor, Pieces(lam(x, H(k)(norm(x))), half_regions(m, term(1)) * laps))


printed_count = part_i.variant(
    "printed",
    either(count_on_line(1), count_on_line(2)),
    expect="refuted",
    why="gamma_Z has 2 sum_i C(m-1, i) pieces for almost all b, and each of them carries all w^k laps: twice the "
    "printed number, and one or two more if w is even and k >= 2 (proposition_2_3_9.pieces, repaired, which has "
    "the exact number; the size is right, proposition_2_3_9.size). The goal asks less, the number of pieces for "
    "n = 1, and takes S(n, m) as printed or with the missing factor 2, whichever serves.",
    counterexample="n = m = 1, w = 2, k = 1, M = 1, a = 1/2: for b = 1 the tent of |x| has the 4 pieces with ends "
    "-1/2, 0, 1/2, and for b = 0, the only b with the 1 vertex printed, the function 0 has 1; "
    "the printed number is 2. (n = m = 2 and b = (1, 0), (0, 1): 8 pieces, 4 printed.)",
    observed=pieces == half_regions(m, n) * laps,
)

b, g = function("b", "int->V"), function("g", "V->real")
Z, U, beta = function("z", "int->int->V->real"), function("U", "int->V"), function("beta", "int->int->real")
weights, out = function("W", "int->int->int->real"), function("kappa", "int->real")
flat = conj(k >= 2, p - 2 * floor(p / 2) == 1)
exact = 2 * half_regions(m, n) * laps + where(flat, where(either(n <= 1, m <= 1), 2, 1), 0)
network_widths = lam(l, where(l <= 1, 2 * m, p + 1))
computed = exists(
    Z,
    U,
    weights,
    beta,
    out,
    conj(
        DeepNetwork(Z, U, weights, beta, network_widths, k + 1),
        forall(r, H(k)(g(r)) == total(j, 1, p + 1, out(j) * Z(k + 1)(j)(r))),
    ),
)
extremal_in_space = conj(n >= 1, m >= 1, Support(g, m, b), VertexCount(2 * half_regions(m, n), m, b))
repaired_count = part_i.variant(
    "repaired",
    for_compositions(
        forall(n, m, b, g, implies(extremal_in_space, conj(computed, PieceCount(lam(r, H(k)(g(r))), exact))))
    ),
    expect="reduced",
    why="Twice the printed number; and for w even and k >= 2, where H is 0 beyond M, one more, or two if n = 1 or "
    "m = 1. The network is that of Proposition 2.3.9: 2m units, and k times w.",
    observed=implies(n == 1, pieces == exact),
)
part_i.reduce(
    repaired_count,
    prose="""
    The network is that of proposition_2_3_9.size, printed. By proposition_2_3_9.pieces, repaired, a function whose
    zonotope has N >= 2 vertices has N w^k pieces, and for w even and k >= 2 one more, or two if N = 2. Here N is twice
    the sum, which is at least 1, and is 1 exactly if n = 1 or m = 1 (*sums*).
""",
)
sums = part_i.obligation(
    repaired_count,
    "sums",
    forall(
        n,
        m,
        implies(
            conj(n >= 1, m >= 1),
            conj(
                half_regions(m, n) >= 1,
                implies(either(n <= 1, m <= 1), half_regions(m, n) == 1),
                implies(negation(either(n <= 1, m <= 1)), half_regions(m, n) >= 2),
            ),
        ),
    ),
)


@part_i.prove(sums)
def by_pascal(pf: Proof, goal: Term) -> Fact:
    (n, m), (inputs, many), conclusion = pf.intro(goal)
    pascal, one, q = pascal_sums(pf), one_generator_sum(pf), integer("q")
    least = sums_at_least_one(pf, pascal, sums_nonnegative(pf, pascal))
    single, double = conclusion.args[1].args
    few, several = pf.assume(single.args[0]), pf.assume(double.args[0])

    def line(low: Fact) -> Fact:
        same = pf.congruent(lam(q, half_regions(m, q)), pf.arith(n == 1, low, inputs))
        return pf.arith(half_regions(m, n) == 1, same, one_dimension_sum(pf, m, many))

    def segment(low: Fact) -> Fact:
        same = pf.congruent(lam(q, half_regions(q, n)), pf.arith(m == 1, low, many))
        return pf.arith(half_regions(m, n) == 1, same, one.apply(n, using=[inputs]))

    def beyond(case: Term, part: int) -> Fact:
        return pf.refute(case, lambda yes: pf.conflict(pf.or_intro(single.args[0], yes), several))

    wide = [pf.arith(v >= 2, beyond(v <= 1, part)) for part, v in enumerate((n, m))]
    halves = pascal.apply(m - 1, n, using=[pf.arith(m - 1 >= 1, wide[1]), inputs])
    index = pf.congruent(lam(q, half_regions(q, n)), pf.ring(m - 1 + 1, m))
    terms = [
        least.apply(m - 1, v, using=[pf.arith(m - 1 >= 1, wide[1]), pf.arith(v >= 1, wide[0])]) for v in (n, n - 1)
    ]
    facts = pf.both(
        least.apply(m, n, using=[many, inputs]),
        pf.implication(few.formula, pf.by_cases(few, line, segment)),
        pf.implication(several.formula, pf.arith(half_regions(m, n) >= 2, halves, index, *terms)),
    )
    return pf.conclude(goal, [n, m], facts)


@part_i.satisfied(sums)
def the_smallest(pf: Proof, formula: Term) -> Fact:
    return pf.exhibit(formula, [1, 1])


def unit_tent(pf: Proof, value: int) -> tuple[list[Term], list[Fact], Term, Fact, Fact]:
    """Terms and facts for the tent and the one generator b = ``value``, forall x: norm = |value x|, and vertices."""
    terms, facts = tent_facts(pf)
    b = lam(i, value + 0 * i)
    y = pf.fresh("x", "real")
    width = lam(i, absolute(y * b(i)))
    one = pf.arith(
        total(i, 1, 1, width(i)) == absolute(y * b(1)),
        pf.lemma("sum_empty", 1, 0, width),
        pf.lemma("sum_step", 1, 0, width),
        *_shifted(pf, width),
    )
    hole = pf.fresh("s", "real")
    plain = pf.congruent(lam(hole, absolute(hole)), pf.ring(y * b(1), value * y))
    sizes = pf.general(y, pf.arith(total(i, 1, 1, width(i)) == absolute(value * y), one, plain))
    extremal = pf.compute(vertices(1, 1, lam(i, j, b(i))) == (2 if value else 1) * half_regions(term(1), term(1)))
    return terms, facts, b, sizes, extremal


def _shifted(pf: Proof, f: Term) -> list[Fact]:
    q = integer("q")
    return [
        pf.congruent(f, pf.ring(term(0) + 1, 1)),
        pf.congruent(lam(q, total(i, 1, q, f(i))), pf.ring(term(0) + 1, 1)),
    ]


@part_i.refute(printed_count)
def by_the_tent_of_one_number(pf: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        value = 0 if claimed.formula.index == goal.args[0].index else 1
        terms, facts, b, sizes, extremal = unit_tent(pf, value)
        tent, hole = terms[5](1), integer("q")
        counted = claimed.apply(*terms, using=facts).apply(1, b, using=[extremal])
        f = counted.formula.args[0]
        two = pf.compute(half_regions(term(1), term(1)) * (term(1) + 1) ** term(1) == 2)
        counted = pf.step("equality", [two, counted], [lam(hole, Pieces(f, hole))])
        mark = pf.opened
        t, alpha, _beta, data = pieces_data(pf, counted)
        different, lines = data.split()[-2:]

        def value_at(y: Term, v: int, inner: Fact) -> Fact:
            """f(y) = v, from ``inner``: |value y| = u, where tent(u) = v."""
            u = inner.formula.args[1]
            return pf.arith(
                f(y) == v,
                pf.congruent(tent, pf.arith(total(i, 1, 1, absolute(y * b(i))) == u, sizes(y), inner)),
                pf.compute(tent(u) == v),
            )

        def on(piece: int, y: Term, side: Fact) -> Fact:
            """f(y) = alpha y + beta for this piece, on which y lies by arithmetic from ``side``."""
            at = lines.apply(piece)(y)
            for _ in range(2):
                at = pf.modus_ponens(at, pf.or_intro(at.formula.args[0], _either(pf, at.formula.args[0], side)))
            return at

        def line(piece: int, points: tuple[tuple[str, str, int], ...], side: Fact) -> Fact:
            found = [
                fact
                for q, u, v in points
                for fact in (on(piece, term(q), side), value_at(term(q), v, pf.compute(absolute(value * term(q)) == u)))
            ]
            return pf.arith(false, *found)

        if value:
            return pf.close(
                pf.decide(
                    t(1) >= 0,
                    lambda yes: line(1, (("-1", "1", 0), ("-1/2", "1/2", 1), ("0", "0", 0)), yes),
                    lambda no: line(2, (("0", "0", 0), ("1/2", "1/2", 1), ("1", "1", 0)), no),
                ),
                mark,
            )

        def flat(piece: int, away: int) -> Fact:
            known = []
            for y in (t(1), t(1) + away):
                s = pf.fresh("s", "real")
                none = pf.arith(
                    absolute(0 * y) == 0,
                    pf.congruent(lam(s, absolute(s)), pf.ring(0 * y, 0)),
                    pf.compute(absolute(term(0)) == 0),
                )
                known += [on(piece, y, pf.arith(t(1) <= t(1))), value_at(y, 0, none)]
            return pf.arith(alpha(piece) == 0, *known)

        slopes = different.apply(1, using=[pf.arith(term(1) <= term(2) - 1)])
        second = pf.congruent(alpha, pf.ring(term(1) + 1, 2))
        return pf.close(
            pf.conflict(pf.arith(alpha(1) == alpha(term(1) + 1), flat(1, -1), flat(2, 1), second), slopes), mark
        )

    return pf.refute(goal, lambda either_one: pf.by_cases(either_one, wrong, wrong))


def _either(pf: Proof, disjunction: Term, side: Fact) -> Fact:
    """One of two comparisons, whichever follows."""
    try:
        return pf.arith(disjunction.args[0], side)
    except SearchFailed:
        return pf.arith(disjunction.args[1], side)


part_i.instances(on_the_line)
part_i.mutant("at least as many", printed_count, pieces <= half_regions(m, n) * laps)
part_i.mutant("nothing beyond", repaired_count, implies(n == 1, pieces == 2 * half_regions(m, n) * laps))
part_i.mutant("one piece beyond", repaired_count, implies(n == 1, pieces == exact - where(flat, 1, 0)))

# Part (ii), the second term, and what restriction to a line proves.

second = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.10",
    slug="part_ii_second_term",
    section="2.3.2",
    family="zonotopes",
    title="zonotope family lower bound, second term",
    uses=["lemma_2_a_7", "proposition_2_3_9.pieces"],
    statement=r"""If a function of the family is computed by a network with $k'$ hidden layers, $1 \le k' \le k$, then
    its size is at least $k' w^{k/k'} / n^{1/k'}$. (Here $w = p + 1$; $K$ in the goals is $k'$.)""",
)

# A network on R^n with K hidden layers, by its values z at each point y, and its size.
z, W, bias = function("z", "int->int->real"), function("W", "int->int->int->real"), function("beta", "int->int->real")
inner, here, y = function("U", "int->int->real"), function("b", "int->int->real"), function("y", "int->real")
w, out, shift = function("w", "int->int"), function("kappa", "int->real"), real("d")
units = total(l, 1, K, w(l))


def values(z: Term, y: Term) -> Term:
    """z(l)(i) is the value of unit i of layer l at y."""
    first = every(i, 1, w(1), z(1)(i) == maximum(0, bias(1)(i) + total(j, 1, n, inner(i)(j) * y(j))))
    argument = bias(l + 1)(i) + total(j, 1, w(l), W(l + 1)(i)(j) * z(l)(j))
    return conj(first, every(l, 1, K - 1, every(i, 1, w(l + 1), z(l + 1)(i) == maximum(0, argument))))


def norm_in_space(b: Term) -> Term:
    """The support function at y in R^n, by part 3 of Theorem 2.3.7."""
    return total(i, 1, m, absolute(total(j, 1, n, y(j) * b(i)(j))))


def root(y: Term, q: Term) -> Term:
    """y^(1/q)."""
    return exp(log(y) / q)


def for_networks(factor: int, bound: Term) -> Term:
    """For all networks with 1 <= K <= k hidden layers that compute a function of the family, whose zonotopes have
    ``factor`` times the printed number of vertices."""
    output = H(k)(norm_in_space(here)) == shift + total(j, 1, w(K), out(j) * z(K)(j))
    network = conj(1 <= K, K <= k, every(l, 1, K, w(l) >= 1), forall(y, exists(z, conj(values(z, y), output))))
    extremal = conj(n >= 1, m >= 1, vertices(n, m, here) == factor * half_regions(m, n))
    return for_compositions(
        forall(n, m, here, implies(extremal, forall(inner, W, bias, w, K, out, shift, implies(network, bound))))
    )


second_bound = units * root(n, K) >= K * exp(k * log(p + 1) / K)
depth, inputs, layers, width = integer("depth"), integer("n"), integer("k"), integer("w")
printed_second = second.variant(
    "printed",
    either(for_networks(1, second_bound), for_networks(2, second_bound)),
    expect="refuted",
    why="A sawtooth with four laps on [0, M] needs three hinges, not four, so that k layers of little more than w - 1 "
    "units compute a composition with w^k laps. The lemma counts w_i + 1 pieces for w_i units: its bound is about "
    "k' (w^(k/k') - 1). The goal takes S(n, m) as printed or with the missing factor 2, whichever serves (as printed, "
    "S(1, 1) holds 0 alone, whose function is 0).",
    counterexample="n = 2, m = 1, b = (1, 0), w = 4, k = k' = 12, M = 6 and all a^l = (1, 2, 4): twelve hidden layers "
    "of 7, 4, 3, ..., 3 units, 41 in all, compute f; the bound is 48 / 2^(1/12) = 45.3. With h(y) = 24 - "
    "6 max(0, 4 - y) - 12 max(0, y - 1) + 9 max(0, y - 2) for y >= 0, layers 3 to 12 apply h to values in [0, 6]. "
    "(Likewise 3 k + 5 units for all k >= 2; for n = 1 it is 23 against 24 already for k = 6.)",
    observed=size * root(inputs, depth) >= depth * exp(layers * log(width) / depth),
)


def single(pf: Proof, f: Term) -> Fact:
    """The sum of f over 1 <= i <= 1 is f(1)."""
    return pf.arith(
        total(i, 1, 1, f(i)) == f(1),
        pf.lemma("sum_empty", 1, 0, f),
        pf.lemma("sum_step", 1, 0, f),
        *_shifted(pf, f),
    )


def pair(pf: Proof, f: Term) -> Fact:
    """The sum of f over 1 <= i <= 2 is f(1) + f(2)."""
    q = integer("q")
    moves = [
        pf.congruent(lam(q, total(i, 1, q, f(i))), pf.ring(term(1) + 1, 2)),
        pf.congruent(f, pf.ring(term(1) + 1, 2)),
    ]
    return pf.arith(total(i, 1, 2, f(i)) == f(1) + f(2), single(pf, f), pf.lemma("sum_step", 1, 1, f), *moves)


def logarithm_of(pf: Proof, k: int, base: Term) -> Fact:
    """exp(k log(base) / k) = base."""
    s = pf.fresh("s", "real")
    same = pf.congruent(lam(s, exp(s)), pf.ring(k * log(base) / k, log(base)))
    return pf.arith(exp(k * log(base) / k) == base, same, pf.lemma("exp_log", base))


@second.refute(printed_second)
def by_three_hinges_a_layer(pf: Proof, goal: Term) -> Fact:
    def constant(claimed: Fact) -> Fact:
        """n = m = 1 and b = 0: the function 0 takes one unit, and w = 2."""
        terms, facts = tent_facts(pf)
        tent, point, s = terms[5](1), pf.fresh("y", "int->real"), pf.fresh("s", "real")
        zeros, rows, widths_ = lam(i, j, 0 * i), lam(l, i, j, 0 * i), lam(l, term(1))
        flat = lam(i, 0 * i)
        extremal = pf.compute(vertices(1, 1, zeros) == 1 * half_regions(term(1), term(1)))
        row = lam(j, point(j) * zeros(1)(j))
        width = lam(i, absolute(total(j, 1, 1, point(j) * zeros(i)(j))))
        none = pf.arith(total(j, 1, 1, row(j)) == 0, single(pf, row))
        size = pf.arith(
            total(i, 1, 1, width(i)) == 0,
            single(pf, width),
            pf.congruent(lam(s, absolute(s)), none),
            pf.compute(absolute(term(0)) == 0),
        )
        value = pf.arith(tent(total(i, 1, 1, width(i))) == 0, pf.congruent(tent, size), pf.compute(tent(0) == 0))
        argument = lam(i, zeros(1)(i) + total(j, 1, 1, zeros(i)(j) * point(j)))
        net = lam(l, i, maximum(0, argument(i)))
        first = over(pf, 1, widths_(1), lambda q, b: pf.reflexive(net(1)(q)))
        later = over(
            pf,
            1,
            term(1) - 1,
            lambda q, b: pf.anything(
                every(
                    i,
                    1,
                    widths_(q + 1),
                    net(q + 1)(i)
                    == maximum(0, zeros(q + 1)(i) + total(j, 1, widths_(q), rows(q + 1)(i)(j) * net(q)(j))),
                ),
                pf.arith(false, b),
            ),
            "l",
        )
        last = lam(j, flat(j) * net(1)(j))
        output = pf.arith(
            tent(total(i, 1, 1, width(i))) == 0 + total(j, 1, widths_(1), last(j)), value, single(pf, last)
        )
        instance = claimed.apply(*terms, using=facts).apply(1, 1, zeros, using=[extremal])
        instance = instance(zeros)(rows)(zeros)(widths_)(1)(flat)(0)
        wanted = instance.formula.args[0].args[1].args[1].args[1]
        at_point = instance_of(wanted, point)
        computes = pf.general(point, pf.witness(at_point, net, pf.both(pf.both(first, later), output)))
        wide = over(pf, 1, term(1), lambda q, b: pf.arith(widths_(q) >= 1), "l")
        network = pf.both(pf.arith(term(1) <= 1), pf.arith(term(1) <= 1), wide, computes)
        bound = pf.modus_ponens(instance, pf.prove(instance.formula.args[0], network))
        one = pf.arith(
            root(term(1), term(1)) == 1,
            pf.congruent(lam(s, exp(s)), pf.ring(log(term(1)) / 1, log(term(1)))),
            pf.lemma("exp_log", term(1)),
        )
        small = single(pf, lam(l, widths_(l)))
        return pf.arith(false, bound, small, logarithm_of(pf, 1, term(1) + 1), one)

    def twelve_layers(claimed: Fact) -> Fact:
        mark = pf.opened
        depth, h, a = term(12), lam(i, four_laps), lam(i, nodes)
        G, composed = pf.obtain(iterates(pf, four_laps, depth, pf.arith(depth >= 0)), "G")
        definitions = is_sawtooth(pf)
        factors = over(pf, 1, depth, lambda n, b: definitions, "j")
        (units, weights, biases, widths_, last, start), network, output, small = short_network(
            pf, G, depth, composed, pf.arith(depth >= 2)
        )
        b = lam(i, j, 2 - j)
        extremal = pf.compute(vertices(2, 1, b) == 2 * half_regions(term(1), term(2)))
        point, s, q = pf.fresh("y", "int->real"), pf.fresh("s", "real"), integer("q")
        x = point(1)
        row = lam(j, point(j) * b(1)(j))
        width = lam(i, absolute(total(j, 1, 2, point(j) * b(i)(j))))
        along = pf.arith(total(j, 1, 2, row(j)) == x, pair(pf, row))
        size = pf.arith(
            total(i, 1, 1, width(i)) == absolute(x), single(pf, width), pf.congruent(lam(s, absolute(s)), along)
        )
        found = pf.arith(
            G(12)(total(i, 1, 1, width(i))) == output(x).formula.args[1], output(x), pf.congruent(G(12), size)
        )
        into = lam(i, j, weights(1)(i)(1) * (2 - j))
        net = lam(l, i, units(l)(i)(x))
        one_input, wide, identity, layers = pf.open_definition(network).split()

        def entry(unit: Term, place: Fact) -> Fact:
            below = layers.apply(0, using=[pf.both(pf.arith(term(0) <= 0), pf.arith(term(0) <= depth - 1))])
            index = pf.ring(term(0) + 1, 1)
            count = pf.congruent(widths_, index)
            inside = pf.both(place.left, pf.arith(unit <= widths_(term(0) + 1), place, count))
            known = below.apply(unit, using=[inside])(x)
            summand = lam(j, weights(term(0) + 1)(unit)(j) * units(0)(j)(x))
            outer = pf.congruent(lam(q, total(j, 1, q, summand(j))), one_input)
            weight = pf.congruent(lam(q, weights(q)(unit)(1)), index)
            bias_at = pf.congruent(lam(q, biases(q)(unit)), index)
            level = pf.congruent(lam(q, units(q)(unit)(x)), index)
            through = lam(j, into(unit)(j) * point(j))
            argument = biases(1)(unit) + total(j, 1, 2, through(j))
            same = pf.arith(
                argument == known.formula.args[1].args[1],
                pair(pf, through),
                outer,
                single(pf, summand),
                weight,
                bias_at,
                identity(x),
                multipliers=[1, x, weights(term(0) + 1)(unit)(1)],
            )
            act = pf.congruent(lam(s, maximum(0, s)), same)
            return pf.arith(net(1)(unit) == maximum(0, argument), known, level, act)

        first = over(pf, 1, widths_(1), entry)
        later = over(
            pf,
            1,
            depth - 1,
            lambda n, place: over(
                pf,
                1,
                widths_(n + 1),
                lambda unit, inside: layers.apply(
                    n, unit, using=[pf.arith(n >= 0, place), pf.arith(n <= depth - 1, place), inside]
                )(x),
            ),
            "l",
        )
        instance = claimed.apply(6, 3, 12, a, h, G, using=[pf.restate(composed, Composed(G, h, 12)), factors])
        instance = instance.apply(2, 1, b, using=[extremal])
        instance = instance(into)(weights)(biases)(widths_)(12)(last)(start)
        wanted = instance.formula.args[0].args[1].args[1].args[1]
        at_point = instance_of(wanted, point)
        computes = pf.general(point, pf.witness(at_point, net, pf.both(pf.both(first, later), found)))
        sides = pf.arith(term(1) <= depth), pf.arith(depth <= 12)
        bound = pf.modus_ponens(instance, pf.prove(instance.formula.args[0], pf.both(*sides, wide, computes)))
        # 2^(1/12) <= 13/12, since (13/12)^12 > 2.
        y = root(term(2), term(12))
        power = root_power(pf, term(2), term(12), pf.arith(term(12) >= 1), pf.arith(term(2) > 0))

        def large(no: Fact) -> Fact:
            above = pf.arith(y > "13/12", no)
            grows = pf.induction(
                "t",
                0,
                lambda t: y**t >= term("13/12") ** t,
                pf.arith(
                    y ** term(0) >= term("13/12") ** term(0),
                    pf.lemma("power_zero", y),
                    pf.lemma("power_zero", "13/12"),
                ),
                lambda t, low, here: pf.arith(
                    y ** (t + 1) >= term("13/12") ** (t + 1),
                    pf.lemma("power_step", y, t, using=[low]),
                    pf.lemma("power_step", "13/12", t, using=[low]),
                    pf.arith(y**t * y >= term("13/12") ** t * y, here, above),
                    pf.arith(
                        term("13/12") ** t * y >= term("13/12") ** t * "13/12", above, positive.apply(t, using=[low])
                    ),
                ),
            ).apply(12, using=[pf.arith(term(12) >= 0)])
            return pf.arith(false, grows, power, pf.compute(term("13/12") ** term(12) > 2))

        positive = pf.induction(
            "t",
            0,
            lambda t: term("13/12") ** t > 0,
            pf.compute(term("13/12") ** term(0) > 0),
            lambda t, low, here: pf.arith(
                term("13/12") ** (t + 1) > 0, here, pf.lemma("power_step", "13/12", t, using=[low])
            ),
        )
        near = pf.absurd(y <= "13/12", large)
        return pf.close(pf.arith(false, bound, small, logarithm_of(pf, 12, term(3) + 1), near), mark)

    return pf.refute(goal, lambda either_one: pf.by_cases(either_one, constant, twelve_layers))


# What restriction to a line proves, in every space.

h = function("h", "real->real")
all_zero = every(i, 1, m, b(i) == 0 * b(i))


def for_spaces(f: Term, conclusion: Term) -> Term:
    """For all generators, unless all are 0, and every network with K >= 1 hidden layers that computes f(gamma_Z)."""
    computes = forall(r, f(g(r)) == shift + total(j, 1, w(K), out(j) * Z(K)(j)(r)))
    return forall(
        m,
        b,
        g,
        Z,
        U,
        W,
        beta,
        w,
        K,
        out,
        shift,
        implies(
            conj(m >= 1, Support(g, m, b), DeepNetwork(Z, U, W, beta, w, K), K >= 1, computes),
            either(all_zero, conclusion),
        ),
    )


def bounds(P: Term) -> Term:
    """K (P^(1/K) - 1) and K P^(1/K) / 2 are at most the size."""
    return conj(units >= K * (root(P, K) - 1), 2 * units >= K * root(P, K))


repaired_second = second.variant(
    "repaired",
    for_compositions(for_spaces(H(k), bounds(2 * laps))),
    expect="reduced",
    why="On the multiples of a direction in which gamma_Z is not 0 the function is H(c |t|), with 2 w^k - 1 "
    "corners, and a network with widths w_i has fewer than prod (w_i + 1). So size >= k' ((2 w^k)^(1/k') - 1) "
    "and >= k' (2 w^k)^(1/k') / 2, for all k' and all generators that are not all 0. The printed bound is right if "
    "n >= 2^(k'-1), or if (2^(1/k') - 1) w^(k/k') >= 1.",
    observed=size + depth >= depth * root(2 * width**layers, depth),
)
second.reduce(
    repaired_second,
    prose="""
    Apply *line* to the function H(k): unless all generators are 0, for some n >= 1 the function x -> H(k)(|x|) is
    piecewise linear with at most n pieces, and the bounds hold for each P between 1 and n. By *corners*, n is not less
    than 2 w^k, so that they hold for P = 2 w^k.
""",
)
corners = second.obligation(
    repaired_second,
    "corners",
    for_compositions(
        forall(
            h,
            n,
            implies(conj(forall(x, h(x) == H(k)(absolute(x))), n >= 1, n < 2 * laps), negation(AtMostPieces(h, n))),
        )
    ),
)
line = second.obligation(
    repaired_second,
    "line",
    forall(
        h,
        for_spaces(
            h,
            exists(
                n,
                conj(AtMostPieces(lam(x, h(absolute(x))), n), n >= 1, forall(P, implies(between(1, P, n), bounds(P)))),
            ),
        ),
    ),
)


@second.prove(corners)
def by_counting_corners(pf: Proof, goal: Term) -> Fact:
    variables, facts, _ = pf.intro(goal)
    M, p, k, a, h, H, f, n = variables
    positive, some_node, least, factors, composed, value, one, few = facts
    identity, following = pf.open_definition(composed).split()
    comp = Composition(M, p, k, a, h, H, positive, some_node, factors, identity, following)
    return pf.conclude(
        goal,
        variables,
        pf.refute(
            AtMostPieces(f, n),
            lambda at_most: pf.arith(false, few, norm_corners(pf, comp, least, f, value, n, at_most, one)),
        ),
    )


@second.prove(line)
def by_restriction(pf: Proof, goal: Term) -> Fact:
    variables, facts, conclusion = pf.intro(goal)
    f, m, b, g, *net = variables
    many, support, network, deep, output = facts
    value = support_value(pf, g, m, b, support, pf.arith(m >= 0, many))
    none = conclusion.args[0]
    other = exists(i, conj(between(1, i, m), negation(b(i) == 0 * b(i))))

    def along(yes: Fact) -> Fact:
        mark = pf.opened
        q, at = pf.obtain(yes, "n")
        at_most, some, sizes = bounded_by_the_line(
            pf, m, b, g, value, f, q, at.left, at.right, network, deep, tuple(net), output
        )
        found = pf.witness(conclusion.args[1], at_most.formula.args[1], pf.both(at_most, some, sizes))
        return pf.or_intro(conclusion, pf.close(found, mark))

    def nowhere(no: Fact) -> Fact:
        return pf.or_intro(
            conclusion,
            pf.prove(
                none,
                over(
                    pf,
                    1,
                    m,
                    lambda n, place: pf.absurd(
                        b(n) == 0 * b(n), lambda nonzero: pf.conflict(pf.witness(other, n, pf.both(place, nonzero)), no)
                    ),
                ),
            ),
        )

    return pf.conclude(goal, variables, pf.decide(other, along, nowhere))


@second.satisfied(corners)
def a_tent_of_more_than_one_piece(pf: Proof, formula: Term) -> Fact:
    terms, facts = tent_facts(pf)
    y = pf.fresh("x", "real")
    f = lam(x, terms[5](1)(absolute(x)))
    return pf.exhibit(
        formula,
        [*terms, f, 1],
        *facts,
        pf.general(y, pf.reflexive(f(y))),
        pf.compute(term(1) < 2 * (term(1) + 1) ** term(1)),
    )


@second.satisfied(line)
def nothing_but_zero(pf: Proof, formula: Term) -> Fact:
    one, origin = term(1), 0 * vector("x")
    direction, biases, weights = lam(i, origin), lam(l, i, 0 * i), lam(l, i, j, 0 * i)
    net = lam(l, i, r, maximum(0, biases(l)(i) + dot(direction(i), r)))
    widths_, flat, f, y = lam(l, one), lam(i, 0 * i), lam(x, term(0)), pf.fresh("r", "V")
    network = pf.restate(
        pf.both(
            over(pf, 1, one, lambda n, b: pf.arith(widths_(n) >= 1), "l"),
            over(pf, 1, widths_(1), lambda n, b: pf.general(y, pf.reflexive(net(1)(n)(y)))),
            over(
                pf,
                1,
                one - 1,
                lambda n, b: pf.anything(
                    every(
                        i,
                        1,
                        widths_(n + 1),
                        forall(
                            r,
                            net(n + 1)(i)(r)
                            == maximum(
                                0, biases(n + 1)(i) + total(j, 1, widths_(n), weights(n + 1)(i)(j) * net(n)(j)(r))
                            ),
                        ),
                    ),
                    pf.arith(false, b),
                ),
                "l",
            ),
        ),
        DeepNetwork(net, direction, weights, biases, widths_, one),
    )
    unit = lam(j, flat(j) * net(1)(j)(y))
    computes = pf.general(
        y,
        pf.arith(
            f(widths(one, direction)(y)) == 0 + total(j, 1, widths_(1), unit(j)),
            pf.lemma("sum_empty", 1, 0, unit),
            pf.lemma("sum_step", 1, 0, unit),
            pf.congruent(lam(l, total(j, 1, l, unit(j))), pf.ring(term(0) + 1, 1)),
        ),
    )
    known = supported(pf, one, direction, pf.arith(one >= 0))
    return pf.exhibit(
        formula,
        [f, one, direction, widths(one, direction), net, direction, weights, biases, widths_, one, flat, 0],
        known,
        network,
        computes,
    )


@second.instances
def networks_that_exist(rng, count):
    """Functions of the family with networks for them: k hidden layers, with the 3 k + 5 units of the counterexample
    (w = 4, m = 1); one hidden layer for n = 1, with a unit for each piece; the k + 1 layers of Proposition 2.3.9. The
    first kind is run, k <= 6, and compared with the function, exactly."""
    assert all(three_hinges(levels) for levels in range(2, 7))
    rows = []
    for at in range(count):
        inputs, levels, sides = at % 3 + 1, at // 3 % 11 + 2, at // 33 % 4 + 2
        if at % 2:
            rows.append((inputs, levels, 4, levels, 3 * levels + 5))
        elif at % 4:
            levels = min(levels, 6)
            flat = 2 if levels >= 2 and sides % 2 == 0 else 0
            rows.append((1, levels, sides, 1, 2 * sides**levels + flat))
        else:
            rows.append((inputs, levels, sides, levels + 1, 2 * (at % 5 + 1) + sides * levels))
    columns = np.array(rows, dtype="float64").T
    return dict(zip(("n", "k", "w", "depth", "size"), columns, strict=True))


def three_hinges(levels: int) -> bool:
    """Whether the network of the counterexample with so many layers agrees with its function at 170,000 points of
    [-7, 7], in integers: all numbers are multiples of 1/12960."""
    one = 12_960
    x = np.arange(-7 * one, 7 * one + 1)

    def h(y):
        bends = [np.zeros_like(y), 6 * y, 12 * one - 6 * y, 3 * y - 6 * one, 18 * one - 3 * y]
        return np.select([y <= 0, y <= one, y <= 2 * one, y <= 4 * one], bends[:4], bends[4])

    f, net = np.abs(x), x
    for level, (shift, hinges) in enumerate([(24, even), (0, four_hinges), *[(24, short)] * levels][:levels]):
        f = h(f)
        net = shift * one + sum(c * np.maximum(0, slope * net + start * one) for slope, start, c in hinges)
        assert len(hinges) == (7, 4, 3)[min(level, 2)]
    return bool((f == net).all())


second.mutant("nothing subtracted", repaired_second, size >= depth * root(2 * width**layers, depth))
second.mutant("4 w^k corners", repaired_second, size + depth >= depth * root(4 * width**layers, depth))
second.mutant("without the root of n", printed_second, size >= depth * exp(layers * log(width) / depth))

# Part (ii), the first term.

first = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.10",
    slug="part_ii_first_term",
    section="2.3.2",
    family="zonotopes",
    title="zonotope family lower bound, first term",
    uses=["lemma_2_a_7", "proposition_2_3_9.pieces"],
    statement=r"""If a function of the family is computed by a network with $k'$ hidden layers, $1 \le k' \le k$, then
    its size is at least $\frac12 k' w^{k/k'} (m-1)^{(1 - \frac1n) \frac1{k'}} - 1$. (Here $w = p + 1$; $K$ in the
    goals is $k'$, and $(b^1, \dots, b^m) \in S(n, m)$ says that $Z$ has $2 \sum_{i<n} \binom{m-1}i$ vertices.)""",
)


def generators_of(n: Term, m: Term, q: Term) -> Term:
    """(m-1)^((1 - 1/n) / q), where 0^0 = 1."""
    return where(m <= 1, where(n <= 1, 1, 0), exp((1 - 1 / n) * log(m - 1) / q))


def generators(q: Term) -> Term:
    """The same, for the variables of the goals."""
    return generators_of(n, m, q)


def first_term(S: Term) -> Term:
    """S is at least the first term."""
    return S >= K * exp(k * log(p + 1) / K) * generators(K) / 2 - 1


printed_first = first.variant(
    "printed",
    for_networks(2, first_term(units)),
    expect="open",
    why="The proof applies Lemma 2.A.7, on functions of one variable, to a function of n. On a line there are at most "
    "2 w^k + m + 1 pieces, a sum and not a product; and for n variables the best bounds on the number of pieces, "
    "prod_i sum_{j<=n} C(w_i, j), give w^(k/(n k')) (m-1)^((1-1/n)/k') up to constants, the n-th root of the factor "
    "w^(k/k'). That both factors multiply at full strength would be a separation by depth of a kind that is not known; "
    "the networks that we know, of about k' (m w^k)^(1/k') units, do not refute it either. (With S(n, m) as printed it "
    "is false: S(1, 1) holds 0 alone, whose function 0 takes one unit a layer.)",
)
generator_count = integer("m")


def many_generators(q: Term) -> Term:
    """(m-1)^((1 - 1/n) / q), for margins."""
    power = exp((1 - 1 / inputs) * log(generator_count - 1) / q)
    return where(generator_count <= 1, where(inputs <= 1, 1, 0), power)


def at_depth(q: Term) -> Term:
    """k' w^(k/q) times the factor of the generators, for margins."""
    return depth * exp(layers * log(width) / q) * many_generators(depth)


few = many_generators(term(1)) <= 2
few_generators = first.variant(
    "repaired",
    forall(
        n, implies(n >= 1, for_compositions(for_spaces(H(k), implies(generators(term(1)) <= 2, first_term(units)))))
    ),
    expect="reduced",
    why="For (m-1)^(1-1/n) <= 2, so for n = 1 or m <= 3, and for n = 2 and m <= 5, it follows from the bound "
    "k' (2 w^k)^(1/k') / 2 on a line; for all k', and all generators that are not all 0.",
    observed=implies(few, size >= at_depth(depth) / 2 - 1),
)
first.reduce(
    few_generators,
    prose="""
    By part_ii_second_term, repaired, unless all generators are 0 twice the size is at least K (2 w^k)^(1/K). The rest
    is *numbers*, with the size for S.
""",
)
S = real("S")
first_numbers = first.obligation(
    few_generators,
    "numbers",
    forall(
        n,
        m,
        p,
        k,
        K,
        S,
        implies(
            conj(n >= 1, m >= 1, p >= 1, k >= 1, K >= 1),
            2 * S >= K * root(2 * laps, K),
            generators(term(1)) <= 2,
            first_term(S),
        ),
    ),
)


@first.prove(first_numbers)
def by_one_root(pf: Proof, goal: Term) -> Fact:
    (n, m, p, k, K, S), (_inputs, _some_m, some_p, least, deep, line_bound, few), conclusion = pf.intro(goal)
    base, s = p + 1, pf.fresh("s", "real")
    inverse = pf.lemma("inverse", K, using=[pf.arith(K > 0, deep)])
    unit = pf.arith(1 / K > 0, inverse, deep)
    grown = 2 * base**k
    log_w = pf.lemma("exp_log", base, using=[pf.arith(base > 0, some_p)])
    powers = power_of_exp(pf, base, log_w, log(base), k, pf.arith(k >= 0, least))
    two = pf.lemma("exp_log", term(2))
    whole = pf.arith(
        exp(log(2) + k * log(base)) == grown,
        pf.lemma("exp_sum", log(2), k * log(base)),
        two,
        powers,
        multipliers=[1, exp(k * log(base)), 2],
    )
    logs = pf.arith(
        log(grown) == log(2) + k * log(base),
        pf.congruent(lam(s, log(s)), whole),
        pf.lemma("log_exp", log(2) + k * log(base)),
    )
    left, factor = k * log(base) / K, generators_of(n, m, K)

    def exp_at_most(a: Term, c: Term, below: Fact) -> Fact:
        """exp(a) <= exp(c), from a <= c."""
        return pf.decide(
            a < c,
            lambda yes: pf.arith(exp(a) <= exp(c), pf.lemma("exp_monotone", a, c, using=[yes])),
            lambda no: pf.arith(exp(a) <= exp(c), pf.congruent(lam(s, exp(s)), pf.arith(a == c, no, below))),
        )

    def finish(size: Fact) -> Fact:
        """The conclusion, from exp(left) factor <= (2 w^k)^(1/K)."""
        return pf.arith(conclusion, line_bound, pf.arith(K * (exp(left) * factor) <= K * root(grown, K), size, deep))

    right = log(grown) / K
    two_positive = pf.decide(
        log(2) >= 0,
        lambda yes: yes,
        lambda no: pf.anything(
            log(2) >= 0,
            pf.arith(
                false, pf.lemma("exp_monotone", log(2), 0, using=[pf.arith(log(2) < 0, no)]), two, pf.lemma("exp_zero")
            ),
        ),
    )

    def one_generator(yes: Fact) -> Fact:
        value = pf.lemma("if_true", *factor.args, using=[yes])
        small = pf.decide(
            n <= 1,
            lambda a: pf.arith(factor <= 1, value, pf.lemma("if_true", *factor.args[1].args, using=[a])),
            lambda a: pf.arith(factor <= 1, value, pf.lemma("if_false", *factor.args[1].args, using=[a])),
        )
        below = exp_at_most(
            left,
            right,
            pf.arith(left <= right, pf.arith(log(2) * (1 / K) >= 0, two_positive, unit), logs, multipliers=[1 / K]),
        )
        return finish(
            pf.arith(
                exp(left) * factor <= root(grown, K),
                pf.arith(exp(left) * factor <= exp(left), small, pf.lemma("exp_positive", left)),
                below,
            )
        )

    def several(no: Fact) -> Fact:
        value = pf.lemma("if_false", *factor.args, using=[no])
        at_one = generators_of(n, m, term(1))
        alone = pf.lemma("if_false", *at_one.args, using=[no])
        height = (1 - 1 / n) * log(m - 1)
        plain = pf.congruent(lam(s, exp(s)), pf.ring(height / 1, height))
        bound = pf.absurd(
            height <= log(2),
            lambda big: pf.arith(
                false,
                pf.lemma("exp_monotone", log(2), height, using=[pf.arith(log(2) < height, big)]),
                two,
                alone,
                plain,
                few,
            ),
        )
        inner = height / K
        below = exp_at_most(
            left + inner,
            right,
            pf.arith(
                left + inner <= right,
                pf.arith(height * (1 / K) <= log(2) * (1 / K), bound, unit),
                logs,
                multipliers=[1 / K],
            ),
        )
        return finish(
            pf.arith(
                exp(left) * factor <= root(grown, K),
                value,
                pf.lemma("exp_sum", left, inner),
                below,
                multipliers=[exp(left), 1],
            )
        )

    return pf.conclude(goal, [n, m, p, k, K, S], pf.decide(m <= 1, one_generator, several))


@first.defined(first_numbers)
def positive_powers(pf: Proof, formula: Term) -> Fact:
    def leaf(part: Term, facts: list[Fact]) -> Fact | None:
        if part.op not in ("<", "not", "<="):
            return None
        known = [
            power_positive(pf, p_ + 1, pf.arith(p_ >= 1, *facts)).apply(k_, using=[pf.arith(k_ >= 0, *facts)])
            for p_, k_ in _powers(part)
        ]
        return pf.arith(part, *facts, *known)

    return defined(pf, formula, leaf)


def _powers(part: Term) -> list[tuple[Term, Term]]:
    """The p and k of the powers (p + 1)^k in a comparison of one of them with 0."""
    found, todo = [], [part]
    while todo:
        t = todo.pop()
        if t.op == "^":
            found.append((t.args[0].args[0], t.args[1]))
        else:
            todo += t.args
    return found


@first.satisfied(first_numbers)
def a_large_size(pf: Proof, formula: Term) -> Fact:
    one = term(1)
    four = pf.arith(
        root(2 * (one + 1) ** one, one) == 4,
        pf.congruent(lam(real("s"), exp(real("s"))), pf.ring(log(2 * (one + 1) ** one) / 1, log(term(4)))),
        pf.lemma("exp_log", term(4)),
    )
    return pf.exhibit(
        formula,
        [1, 1, 1, 1, 1, 2],
        pf.arith(2 * term(2) >= one * root(2 * (one + 1) ** one, one), four),
        pf.compute(generators_of(one, one, one) <= 2),
    )


@first.instances
def networks_of_zonotopes(rng, count):
    """Networks that compute functions of the family, n <= 4, m <= 60: one layer of m + 2 units for the support function
    (Lemma 2.3.8), and k' - 1 more for H, cut into parts of s sawtooths, each part with as many units as it has laps."""
    rows = []
    for _ in range(count):
        inputs, many, sides, per = (int(rng.integers(low, high)) for low, high in ((1, 5), (1, 61), (2, 6), (1, 4)))
        parts = int(rng.integers(1, 4))
        rows.append((inputs, many, parts * per + 1, sides, parts + 1, many + 2 + parts * (sides**per + 1)))
    columns = np.array(rows, dtype="float64").T
    return dict(zip(("n", "m", "k", "w", "depth", "size"), columns, strict=True))


first.mutant("three times as much", few_generators, implies(few, size >= 3 * at_depth(depth) / 2 - 1))
first.mutant("with the power k instead of k / k'", few_generators, implies(few, size >= at_depth(term(1)) / 2 - 1))


# Part (iii).

part_iii = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.10",
    slug="part_iii",
    section="2.3.2",
    family="zonotopes",
    title="family in bijection with parameters",
    uses=["definition_8", "theorem_2_3_2.distinct_parameters"],
    statement=r"""Different points $(b^1, \dots, b^m; a^1, \dots, a^k)$ of $S(n, m) \times \bigcup_{M > 0}
    (\Delta_M^{w-1})^k$ give different functions $H_{a^1, \dots, a^k} \circ \gamma_Z$. (Here $w = p + 1$. Each function
    of the family comes from some point by definition; that the two sets have equally many elements, and so *some*
    bijection, says nothing.)""",
)
there = function("c", "int->int->real")


def one_to_one(factor: int) -> Term:
    """The generators are determined by the function, for the zonotopes with ``factor`` times the printed number of
    vertices."""
    extremal = [vertices(n, m, b) == factor * half_regions(m, n) for b in (here, there)]
    equal = forall(y, H(k)(norm_in_space(here)) == H(k)(norm_in_space(there)))
    same = every(i, 1, m, every(j, 1, n, here(i)(j) == there(i)(j)))
    return for_compositions(forall(n, m, here, there, implies(conj(n >= 1, m >= 1, *extremal, equal), same)))


turned, moved = integer("turned"), integer("moved")
bijection = part_iii.variant(
    "printed",
    either(one_to_one(1), one_to_one(2)),
    expect="refuted",
    why="The function knows the zonotope, not its generators: they may be permuted, and each turned around; and "
    "for n = 1 it knows the sum of the |b^i| alone. The goal asks less, for one and the same a^1, ..., a^k, and takes "
    "S(n, m) as printed or with the missing factor 2, whichever serves.",
    counterexample="n = m = 2: b = (1, 0), (0, 1) and b = (-1, 0), (0, -1) give |x| + |y| both; b = (1, 0), (1, 0) and "
    "b = (-1, 0), (-1, 0), which have the 2 vertices printed, give 2 |x|; each with the tent of M = 1.",
    observed=implies(turned >= 1, moved >= 1),
)


M_2, nodes_2, factors_2 = real("N"), function("c", "int->int->real"), function("q", "int->real->real")
G, b_2, g_2, t = function("G", "int->real->real"), function("e", "int->V"), function("f", "V->real"), real("t")
support_moved = integer("support_moved")
second_composition = conj(
    M_2 > 0,
    every(j, 1, k, conj(Simplex(nodes_2(j), p, M_2), Sawtooth(factors_2(j), nodes_2(j), p, M_2))),
    Composed(G, factors_2, k),
)
same_nodes = conj(M == M_2, every(j, 1, k, every(i, 1, p, a(j)(i) == nodes_2(j)(i))))
determined = part_iii.variant(
    "repaired",
    for_compositions(
        forall(
            M_2,
            nodes_2,
            factors_2,
            G,
            m,
            b,
            g,
            b_2,
            g_2,
            implies(
                second_composition,
                conj(m >= 1, Support(g, m, b), Support(g_2, m, b_2)),
                forall(r, H(k)(g(r)) == G(k)(g_2(r))),
                conj(forall(r, g(r) == g_2(r)), either(forall(r, g(r) == 0), same_nodes)),
            ),
        )
    ),
    expect="reduced",
    why="The function determines gamma_Z, and so the zonotope, and unless that is a point M and all nodes: on each ray "
    "it is H in some scale, and the ends of the laps show the scale: the family is in one-to-one correspondence with "
    "pairs of a zonotope and a point of the union.",
    observed=implies(support_moved >= 1, moved >= 1),
)
part_iii.reduce(
    determined,
    prose="""
    For all r and x >= 0, H(x g(r)) = G(x f(r)), where g(r) and f(r) are not negative (*rays*). By lemma_2_3_5, printed,
    H and G have w^k >= 2 laps on [0, M] and [0, N]; they are 0 at 0. So g(r) = f(r) (*scale*). If g(r) > 0 for some r,
    then H = G on [0, oo), and theorem_2_3_2.distinct_parameters, sharpened, gives M = N and the same nodes.
""",
)
rays = part_iii.obligation(
    determined,
    "rays",
    forall(
        m,
        b,
        g,
        implies(conj(m >= 1, Support(g, m, b)), forall(r, t, implies(t >= 0, conj(g(r) >= 0, g(t * r) == t * g(r))))),
    ),
)
laps_of, F_1, G_1, u, v = integer("L"), function("F", "real->real"), function("G", "real->real"), real("u"), real("v")
scale = part_iii.obligation(
    determined,
    "scale",
    forall(
        F_1,
        G_1,
        M,
        M_2,
        laps_of,
        u,
        v,
        implies(
            conj(
                M > 0, M_2 > 0, laps_of >= 2, Laps(F_1, M, laps_of), Laps(G_1, M_2, laps_of), F_1(0) == 0, G_1(0) == 0
            ),
            conj(u >= 0, v >= 0, forall(x, implies(x >= 0, F_1(x * u) == G_1(x * v)))),
            u == v,
        ),
    ),
)


@part_iii.prove(rays)
def by_part_3(pf: Proof, goal: Term) -> Fact:
    (m, b, g), (many, support), _ = pf.intro(goal, 1)
    value = support_value(pf, g, m, b, support, pf.arith(m >= 0, many))
    r, t = pf.fresh("r", "V"), pf.fresh("t", "real")
    positive, nonempty = pf.assume(t >= 0), pf.arith(term(1) <= m + 1, many)
    width, scaled = (lam(i, absolute(dot(v, b(i)))) for v in (r, t * r))

    def size(n: Term) -> Fact:
        return pf.by_cases(pf.lemma("abs", dot(r, b(n))), *[lambda f: pf.arith(width(n) >= 0, f)] * 2)

    def stretched(n: Term, low: Fact, high: Fact) -> Fact:
        y, s = dot(r, b(n)), pf.fresh("s", "real")
        same = pf.congruent(lam(s, absolute(s)), pf.ring(dot(t * r, b(n)), t * y))

        def signed(f: Fact) -> Fact:
            e = 1 if f.formula.args[0].args[0].op == "num" else -1
            outer = pf.arith(e * t * y >= 0, pf.arith(t * (e * y) >= 0, f, positive))
            whole = pf.by_cases(
                pf.lemma("abs", t * y), *[lambda h: pf.arith(absolute(t * y) == e * t * y, h, outer)] * 2
            )
            return pf.arith(scaled(n) == t * width(n), same, whole, f.right, multipliers=[1, t])

        return pf.by_cases(pf.lemma("abs", y), signed, signed)

    zeros = lam(i, term(0))
    none = sum_of_constants(pf).apply(1, m, 0, using=[nonempty])
    above = smaller_sum(
        pf, term(1), m, zeros, width, nonempty, lambda n, low, high: pf.arith(zeros(n) <= width(n), size(n))
    )
    same = equal_sums(pf, term(1), m, scaled, lam(i, t * width(i)), stretched)
    out = sums_scaled(pf).apply(1, m, width, t, using=[nonempty])
    both = pf.both(
        pf.arith(g(r) >= 0, value(r), none, above),
        pf.arith(g(t * r) == t * g(r), value(t * r), same, out, value(r), multipliers=[1, t]),
    )
    return pf.conclude(goal, [m, b, g], pf.general(r, t, pf.implication(positive.formula, both)))


@part_iii.prove(scale)
def by_the_ends_of_laps(pf: Proof, goal: Term) -> Fact:
    variables, f, _ = pf.intro(goal)
    F, G, M, N, L, u, v = variables
    found = same_scale(pf, F, M, G, N, L, u, v, [f[0], f[1], f[7], f[8]], f[2], (f[3], f[4]), (f[5], f[6]), f[9])
    return pf.conclude(goal, variables, found)


@part_iii.satisfied(rays)
def one_zero(pf: Proof, formula: Term) -> Fact:
    one, direction = term(1), lam(i, 0 * vector("x"))
    known = supported(pf, one, direction, pf.arith(one >= 0))
    return pf.exhibit(formula, [one, direction, widths(one, direction), 0 * vector("x"), 0], known)


@part_iii.satisfied(scale)
def a_tent_and_itself(pf: Proof, formula: Term) -> Fact:
    terms, facts = tent_facts(pf)
    tent, cuts, q, y = terms[4](1), terms[3](1), integer("q"), pf.fresh("x", "real")
    simplex, sawtooth = facts[0].apply(1, using=[pf.arith(term(1) <= 1)]).split()
    rising, linear = pf.open_definition(simplex).split()[-1], pf.open_definition(sawtooth).split()[3]
    ends = lam(q, conj(tent(cuts(q + 1)) == 1 - tent(cuts(q)), either(tent(cuts(q)) == 0, tent(cuts(q)) == 1)))

    def one(n: Term, place: Fact) -> Fact:
        low, high = pf.arith(n >= 0, place), pf.arith(n <= 1, place)
        turn = pf.decide(
            n <= 0,
            lambda yes: pf.step("equality", [pf.arith(term(0) == n, yes, place), pf.compute(ends(0))], [ends]),
            lambda no: pf.step("equality", [pf.arith(term(1) == n, no, place), pf.compute(ends(1))], [ends]),
        )
        return pf.both(rising.apply(n, using=[low, high]), linear.apply(n, using=[low, high]), turn)

    opened = pf.both(pf.compute(cuts(0) == 0), pf.compute(cuts(2) == 1), over(pf, 0, term(2) - 1, one))
    two = pf.restate(pf.witness(body(Laps(tent, 1, 2)), cuts, opened), Laps(tent, 1, 2))
    equal = pf.general(y, pf.implication(y >= 0, pf.reflexive(tent(y * 1))))
    return pf.exhibit(formula, [tent, tent, 1, 1, 2, 1, 1], two, pf.compute(tent(0) == 0), equal)


@part_iii.refute(bijection)
def by_opposite_generators(pf: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        terms, facts = tent_facts(pf)
        literal = claimed.formula.index == goal.args[0].index
        b = lam(i, j, 2 - j) if literal else lam(i, j, 1 - (i - j) * (i - j))
        c = lam(i, j, -b(i)(j))
        sizes = [pf.compute(vertices(2, 2, f) == (2 if literal else 4)) for f in (b, c)]
        half = pf.compute(half_regions(term(2), term(2)) == 2)
        extremal = [
            pf.arith(vertices(2, 2, f) == (1 if literal else 2) * half_regions(term(2), term(2)), s, half)
            for f, s in zip((b, c), sizes, strict=True)
        ]
        point, s = pf.fresh("y", "int->real"), pf.fresh("s", "real")
        widths_of = [lam(i, absolute(total(j, 1, 2, point(j) * f(i)(j)))) for f in (b, c)]

        def opposite(n: Term, low: Fact, high: Fact) -> Fact:
            inner = [lam(j, point(j) * f(n)(j)) for f in (b, c)]
            scaled = sums_scaled(pf).apply(1, 2, inner[0], -1, using=[pf.arith(term(1) <= term(2) + 1)])
            flip = equal_sums(
                pf,
                term(1),
                term(2),
                inner[1],
                lam(j, -1 * inner[0](j)),
                lambda k, *_: pf.ring(inner[1](k), -1 * inner[0](k)),
            )
            u = total(j, 1, 2, inner[0](j))
            turned = pf.arith(total(j, 1, 2, inner[1](j)) == -u, scaled, flip)
            even = pf.by_cases(
                pf.lemma("abs", u),
                *[
                    lambda f: pf.by_cases(
                        pf.lemma("abs", -u), *[lambda g: pf.arith(absolute(u) == absolute(-u), f, g)] * 2
                    )
                ]
                * 2,
            )
            return pf.arith(widths_of[0](n) == widths_of[1](n), even, pf.congruent(lam(s, absolute(s)), turned))

        norms = equal_sums(pf, term(1), term(2), *widths_of, opposite)
        equal = pf.general(point, pf.congruent(terms[5](1), norms))
        same = claimed.apply(*terms, using=facts).apply(2, 2, b, c, using=[*extremal, equal])
        return pf.arith(
            false,
            same.apply(1, using=[pf.both(pf.arith(term(1) <= 1), pf.arith(term(1) <= 2))]).apply(
                1, using=[pf.both(pf.arith(term(1) <= 1), pf.arith(term(1) <= 2))]
            ),
            pf.compute(b(1)(1) == 1),
        )

    return pf.refute(goal, lambda either_one: pf.by_cases(either_one, wrong, wrong))


@part_iii.instances
def pairs_of_generators(rng, count):
    """Three generators in the plane with coordinates from -4 to 4; in two thirds of the cases some are turned to their
    opposites, in two thirds one is another. How many differ then (``turned``), and at how many of 81 integer points the
    support function (``support_moved``) and its composition with the tent of M = 30 (``moved``) do."""
    b = rng.integers(-4, 5, size=(count, 3, 2))
    kind = np.arange(count)[:, None, None] % 3
    c = np.where(kind > 0, rng.choice([-1, 1], size=(count, 3, 1)), 1) * b
    c[:, :1] = np.where(kind < 2, rng.integers(-4, 5, size=(count, 1, 2)), c[:, :1])
    points = np.stack(np.meshgrid(np.arange(-4, 5), np.arange(-4, 5)), axis=-1).reshape(-1, 2)
    sizes = [np.abs(d @ points.T).sum(axis=1) for d in (b, c)]
    values = [15 - np.abs(size - 15) for size in sizes]
    found = {
        "turned": np.any(b != c, axis=2).sum(axis=1),
        "support_moved": (sizes[0] != sizes[1]).sum(axis=1),
        "moved": (values[0] != values[1]).sum(axis=1),
    }
    return {name: column.astype("float64") for name, column in found.items()}


part_iii.mutant("two generators differ", bijection, implies(turned >= 2, moved >= 1))
part_iii.mutant("generators that differ", determined, implies(turned >= 1, moved >= 1))
part_iii.mutant("wherever the support functions differ", determined, moved >= support_moved)
