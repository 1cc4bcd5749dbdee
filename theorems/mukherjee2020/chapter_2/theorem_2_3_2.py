"""Theorem 2.3.2, the hard functions: those of its proof have w^k pieces on [0, M], and one or two more on the line;
another family has exactly w^k, so that the theorem, which names none, is true.

Theorems 2.3.1 and 2.3.2 say that there is a family, and do not define it: their proofs do, by the compositions of
Definition 5, whose left tail is flat. The count of w^k pieces fails for these functions (``pieces``). It holds for
those that go on with the slope of their first lap instead (``family``, certified in three parts).
"""

from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.pwl import PiecewiseLinear, composition
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
    negation,
    real,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.budgets import units
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import (
    H,
    M,
    a,
    at_most_two_more,
    for_compositions,
    integer_knots,
    k,
    laps,
    one_tent_function,
    p,
    pieces,
    pieces_inside,
    read,
)
from theorems.mukherjee2020.cuts import distinct
from theorems.mukherjee2020.logarithms import power
from theorems.mukherjee2020.networks import hinges_of_sawtooths, pieces_data
from theorems.mukherjee2020.open_sawtooths import (
    agreement,
    opened,
    pieces_of_opened,
    represented_open,
    size_of_pieces,
)
from theorems.mukherjee2020.pwl import Composed, Laps, Network, Pieces, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import laps_of_composition, tent_facts
from theorems.mukherjee2020.trade_offs import composition_of
from theorems.mukherjee2020.triangle_areas import hinge_pieces
from theorems.mukherjee2020.triangles import Computes, one_unit
from theorems.mukherjee2020.uniform import widths_of

pieces_claim = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.2",
    slug="pieces",
    section="2.3.1",
    family="pwl_networks",
    title="the functions of the proof have w^k pieces",
    uses=["lemma_2_3_5"],
    statement=r"""The proof takes the family of all functions $H_{a^1, \dots, a^k}: \mathbb R \to \mathbb R$ with $a^i
    \in \Delta_M^{w-1}$, $w \ge 2$, $k \ge 1$. Every one of them has $w^k$ pieces. (Here $w = p + 1$.)""",
)

printed = pieces_claim.variant(
    "printed",
    for_compositions(Pieces(H(k), laps)),
    expect="refuted",
    why="The count leaves out the tails: by Definition 3 the pieces are those on the whole line. It is this family "
    "that fails, not the existence of one: theorem_2_3_2.family has another with exactly w^k pieces.",
    counterexample="w = 2, k = 1, M = 1, a = 1/2: the tent has 3 pieces, (-oo, 0], [0, 1/2] and [1/2, oo), not 2.",
    observed=pieces == laps,
)
repaired = pieces_claim.variant(
    "repaired",
    for_compositions(
        conj(
            Laps(H(k), M, laps),
            exists(integer("r"), conj(laps + 1 <= integer("r"), integer("r") <= laps + 2, Pieces(H(k), integer("r")))),
        )
    ),
    expect="proved",
    why="There are w^k pieces on [0, M] and one or two more on the line.",
    observed=conj(pieces_inside == laps, laps + 1 <= pieces, pieces <= laps + 2),
)


@pieces_claim.refute(printed)
def by_the_tent(pf: Proof, goal: Term) -> Fact:
    """Values 0, 0, 1/2, 1, 0 at -1, 0, 1/4, 1/2, 1 do not lie on two lines."""
    terms, facts = tent_facts(pf)
    f = terms[5](1)

    def two_pieces(claimed: Fact) -> Fact:
        counted = claimed.apply(*terms, using=facts)
        mark = pf.opened
        t, alpha, beta, data = pieces_data(pf, counted)
        values = data.split()[-1]
        points = {q: pf.compute(f(q) == v) for q, v in (("-1", 0), ("0", 0), ("1/4", "1/2"), ("1/2", 1), ("1", 0))}

        def on(piece: int, q: str, side: Fact) -> Fact:
            at = values.apply(piece)(term(q))
            for _ in range(2):
                goal = at.formula.args[0]
                index, last = goal.args[0].args
                own = goal.args[0] if str(index) == str(last) or (piece == 2 and last.op == "^") else goal.args[1]
                at = pf.modus_ponens(at, pf.or_intro(goal, pf.arith(own, side)))
            return pf.arith(points[q].formula.args[1] == alpha(piece) * term(q) + beta(piece), at, points[q])

        def line(piece: int, names: tuple[str, str, str], side: Fact) -> Fact:
            return pf.arith(false, *(on(piece, q, side) for q in names))

        def early(no: Fact) -> Fact:
            return pf.decide(t(1) <= term("1/4"), lambda yes: line(2, ("1/4", "1/2", "1"), yes),
                             lambda late: line(1, ("-1", "0", "1/4"), late))  # fmt: skip

        return pf.close(pf.decide(t(1) >= term("1/2"), lambda yes: line(1, ("-1", "0", "1/2"), yes), early), mark)

    return pf.refute(goal, two_pieces)


@pieces_claim.prove(repaired)
def from_lemma_2_3_5(pf: Proof, goal: Term) -> Fact:
    return at_most_two_more(pf, goal)


pieces_claim.satisfied(printed, repaired)(one_tent_function)
pieces_claim.instances(integer_knots)
pieces_claim.mutant("always one more", repaired, pieces == laps + 1)
pieces_claim.mutant("always two more", repaired, pieces == laps + 2)
pieces_claim.picture(pictures.hard_functions)

# Another family.

f, e = function("f", "real->real"), function("e", "real->real")
v, k1 = function("v", "int->int"), integer("k1")
N, b, g, G = (
    real("N"),
    function("b", "int->int->real"),
    function("g", "int->real->real"),
    function("G", "int->real->real"),
)
c, x, i, j, l = function("c", "int->real"), real("x"), integer("i"), integer("j"), integer("l")
another = conj(N > 0, every(j, 1, k, conj(Simplex(b(j), p, N), Sawtooth(g(j), b(j), p, N))), Composed(G, g, k))
same_point = conj(M == N, every(j, 1, k, every(i, 1, p, a(j)(i) == b(j)(i))))


def agrees(f: Term, H: Term, M: Term) -> Term:
    """f = H on [0, M]."""
    return forall(x, implies(conj(x >= 0, x <= M), f(x) == H(x)))


family = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.2",
    slug="family",
    section="2.3.1",
    family="pwl_networks",
    title="another family with exactly w^k pieces",
    uses=["lemma_2_3_5", "lemma_2_a_7.lower", "theorem_2_3_2.distinct_parameters"],
    statement=r"""Theorems 2.3.1 and 2.3.2 without the family of their proofs. For all $k \ge 1$ and $w \ge 2$ and every
    point $(\mathbf a^1, \dots, \mathbf a^k)$ of $\bigcup_{M > 0} (\Delta_M^{w-1})^k$ there is a function $f: \mathbb R
    \to \mathbb R$ that has exactly $w^k$ pieces and is computed by a ReLU network with $k$ hidden layers of $w$ units
    each, while every network with $k' \le k$ hidden layers that computes it has size at least $\frac12 k'
    w^{k/k'} - 1$; and different points have different functions. (Here $w = p + 1$. In the goal $f$ agrees with
    $H_{\mathbf a^1, \dots, \mathbf a^k}$ on $[0, M]$, and no function that agrees so with that of another point is
    $f$.)""",
)


def large(f: Term) -> Term:
    """Every network with k' <= k hidden layers that computes f has size at least k' w^(k/k') / 2 - 1."""
    return forall(v, k1, implies(conj(k1 >= 1, k1 <= k, Computes(v, k1, f)),
                                 units(v, k1) >= term("1/2") * k1 * power(p + 1, k / k1) - 1))  # fmt: skip


def of_this_point(f: Term) -> Term:
    """No function that agrees with that of another point is f."""
    return forall(N, b, g, G, e, implies(conj(another, agrees(e, G(k), N), forall(x, e(x) == f(x))), same_point))


exists_one = family.variant(
    "printed",
    for_compositions(exists(f, conj(
        agrees(f, H(k), M), Pieces(f, laps), Computes(widths_of(p + 1), k, f), large(f), of_this_point(f)))),
    expect="reduced",
    why="In place of the flat left tail of each sawtooth its first lap goes on to the left of 0: then a composition "
    "goes on with its first lap and with its last one, and has no piece but the laps.",
    observed=conj(pieces == laps, pieces_inside == laps),
)  # fmt: skip
family.reduce(exists_one, prose="""
    *function* gives for each point an f that agrees with H on [0, M], has w^k pieces and is computed by k layers of w
    units. *size* says of every function with w^k pieces, so of f, that a network with k' <= k layers has at least k'
    w^(k/k') / 2 - 1 units; *points*, of every function that agrees with H on [0, M], so of f, that it is none that
    agrees so with the function of another point. (One proof, cut in three to keep each certificate short.)
""")  # fmt: skip
a_function = family.obligation(exists_one, "function", for_compositions(exists(f, conj(
    agrees(f, H(k), M), Pieces(f, laps), Computes(widths_of(p + 1), k, f)))))  # fmt: skip
of_some_size = family.obligation(exists_one, "size", forall(p, k, f, implies(
    conj(p >= 1, k >= 1, Pieces(f, laps)), large(f))))  # fmt: skip
different_points = family.obligation(exists_one, "points", for_compositions(forall(f, implies(
    agrees(f, H(k), M), of_this_point(f)))))  # fmt: skip


@family.prove(a_function)
def by_going_on_to_the_left(pf: Proof, goal: Term) -> Fact:
    variables, (positive, some, least, factors, composed), conclusion = pf.intro(goal)
    c = composition_of(pf, *variables, positive, some, factors, composed)
    mark = pf.opened
    o = opened(pf, c, least)
    laps = laps_of_composition(pf, o)
    on_interval = agreement(pf, o, laps).apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    facts = on_interval, pieces_of_opened(pf, o, least, laps), represented_open(pf, o, least)
    found = pf.witness(conclusion, o.H(c.k), pf.both(*facts))
    return pf.conclude(goal, variables, pf.close(found, mark))


@family.prove(of_some_size)
def by_counting_pieces(pf: Proof, goal: Term) -> Fact:
    variables, (some, least, counted, deep, _, computes), conclusion = pf.intro(goal)
    enough = size_of_pieces(pf, *variables, some, least, counted, deep, computes)
    return pf.conclude(goal, variables, pf.arith(conclusion, enough))


@family.prove(different_points)
def of_another_point(pf: Proof, goal: Term) -> Fact:
    """Both functions agree with f on the shorter of the two intervals."""
    variables, (positive, some, least, factors, composed, mine, *others), _ = pf.intro(goal)
    M, p, k, a, h, H, _, N, b, g, G, _ = variables
    *given, theirs, equal = others
    x = pf.fresh("x", "real")
    place = pf.assume(conj(x >= 0, x <= M, x <= N))
    on_both = mine.apply(x, using=[place]), theirs.apply(x, using=[place])
    agreed = pf.general(x, pf.implication(place.formula, pf.arith(H(k)(x) == G(k)(x), *on_both, equal(x))))
    facts = [positive, factors, composed], given
    point = distinct(pf, p, k, some, least, (M, a, h, H), (N, b, g, G), facts, agreed)
    return pf.conclude(goal, variables, point)


family.satisfied(a_function)(one_tent_function)


@family.satisfied(of_some_size)
def one_hinge(pf: Proof, formula: Term) -> Fact:
    widths, f, network = one_unit(pf, term(1), term(0), term(1), term(0))
    two = pf.rewrite(hinge_pieces(pf, f), pf.compute(term(2) == (term(1) + 1) ** term(1)))
    return pf.exhibit(formula, [1, 1, f, widths, 1], two, network)


@family.satisfied(different_points)
def one_tent_and_itself(pf: Proof, formula: Term) -> Fact:
    terms, facts = tent_facts(pf)
    M, _, _, a, h, H = terms
    y = pf.fresh("x", "real")
    same = pf.ring(H(1)(y), H(1)(y))
    on_interval = pf.general(y, pf.implication(conj(y >= 0, y <= M), same))
    return pf.exhibit(formula, [*terms, H(1), M, a, h, H, H(1)], *facts, on_interval, pf.general(y, same))


@family.instances
def open_compositions(rng, n):
    """Compositions of open sawtooths with random integer nodes, p <= 4, k <= 3 and M = 12, their pieces counted
    exactly; at most 96 of them, drawn with repetition."""
    rows = []
    for number in range(min(n, 96)):
        p, k, M = number % 4 + 1, number // 4 % 3 + 1, 12
        whole = PiecewiseLinear.affine(1, 0)
        for _ in range(k):
            nodes = [*np.sort(rng.permutation(np.arange(1, M))[:p]).tolist(), M]
            heights = [M * (q % 2) for q in range(1, p + 2)]
            last = Fraction(heights[-1] - heights[-2], nodes[-1] - nodes[-2])
            tooth = PiecewiseLinear(tuple(nodes[:-1]), tuple(heights[:-1]), Fraction(M, nodes[0]), last)
            whole = whole.compose(tooth)
        rows.append((p, k, whole.pieces, whole.pieces_on(0, M)))
    chosen = np.array(rows, dtype="float64")[np.concatenate([
        np.arange(len(rows)), rng.integers(0, len(rows), size=n - len(rows))])].T  # fmt: skip
    return dict(zip(("p", "k", "pieces", "pieces_inside"), chosen, strict=True))


family.mutant("a piece more on the line", exists_one, pieces == laps + 1)
family.mutant("a piece fewer on [0, M]", exists_one, pieces_inside <= laps - 1)

# The network.

z, W = function("z", "int->int->real->real"), function("W", "int->int->int->real")

width = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.2",
    slug="width",
    section="2.3.1",
    family="pwl_networks",
    title="a network of width w computes the hard function",
    uses=["corollary_2_a_1", "lemma_2_a_2"],
    statement=r"""$H_{a^1, \dots, a^k}$ with $a^i \in \Delta_M^{w-1}$ is computed by a ReLU network with $k$ hidden
    layers of exactly $w$ units each, so of size $w k$. (Here $w = p + 1$.)""",
)
widths = lam(l, where(l <= 0, 1, p + 1))
computed = width.variant(
    "printed",
    for_compositions(
        exists(
            z, W, b, c, conj(Network(z, W, b, widths, k), forall(x, H(k)(x) == total(j, 1, p + 1, c(j) * z(k)(j)(x))))
        )
    ),
    expect="proved",
    why="A sawtooth is 0 on the left, so it is a combination of p + 1 hinges max(0, x - t); layers chain them.",
)


@width.prove(computed)
def by_chaining_hinges(pf: Proof, goal: Term) -> Fact:
    variables, comp, least, conclusion = read(pf, goal)
    _M, p, k, _a, h, H = variables
    kappa, t, hinges = hinges_of_sawtooths(pf, comp)
    layer = lam(l, i, x, where(l <= 0, x, maximum(0, H(l - 1)(x) - t(l)(i))))
    weights, biases = lam(l, i, j, where(l <= 1, 1, kappa(l - 1)(j))), lam(l, i, -t(l)(i))
    sizes = lam(l, where(l <= 0, 1, p + 1))
    y, q = pf.fresh("x", "real"), integer("q")

    def unit(m: Term, n: Term, above: Fact) -> Fact:
        """layer(m)(n)(y) = max(0, H(m-1)(y) - t(m)(n)) for m >= 1."""
        return pf.lemma(
            "if_false", m <= 0, y, maximum(0, H(m - 1)(y) - t(m)(n)), using=[pf.arith(negation(m <= 0), above)]
        )

    def summed(m: Term, place: Fact) -> Fact:
        """sum_{n <= p+1} kappa(m)(n) layer(m)(n)(y) = H(m)(y) for 1 <= m <= k."""
        same = over(
            pf,
            1,
            p + 1,
            lambda n, bounds: pf.arith(
                kappa(m)(n) * maximum(0, H(m - 1)(y) - t(m)(n)) == kappa(m)(n) * layer(m)(n)(y),
                unit(m, n, place),
                multipliers=[kappa(m)(n)],
            ),
            "j",
        )
        hinge, through = lam(j, kappa(m)(j) * maximum(0, H(m - 1)(y) - t(m)(j))), lam(j, kappa(m)(j) * layer(m)(j)(y))
        equal = pf.lemma("sum_same", 1, p + 1, hinge, through, using=[same])
        value = hinges.apply(m, using=[place])(H(m - 1)(y))
        following = comp.next.apply(m - 1, using=[place])(y)
        following = pf.arith(H(m)(y) == h(m)(H(m - 1)(y)), following)
        return pf.arith(total(j, 1, p + 1, through(j)) == H(m)(y), equal, value, following)

    def recursion(m: Term, bounds: Fact) -> Fact:
        def one(n: Term, inside: Fact) -> Fact:
            summand = lam(j, weights(m + 1)(n)(j) * layer(m)(j)(y))
            argument = biases(m + 1)(n) + total(j, 1, sizes(m), summand(j))

            def first(yes: Fact) -> Fact:
                single = pf.lemma("if_true", m <= 0, 1, p + 1, using=[yes])
                weight = pf.lemma("if_true", m + 1 <= 1, 1, kappa(m + 1 - 1)(1), using=[pf.arith(m + 1 <= 1, yes)])
                here = pf.lemma("if_true", m <= 0, y, maximum(0, H(m - 1)(y) - t(m)(1)), using=[yes])
                count = pf.congruent(lam(q, total(j, 1, q, summand(j))), single)
                sums = pf.lemma("sum_step", 1, 0, summand), pf.lemma("sum_empty", 1, 0, summand)
                zero = pf.congruent(lam(q, H(q)(y)), pf.arith(m == 0, yes, bounds))
                return pf.arith(argument == H(m)(y) - t(m + 1)(n), count, *sums, weight, here, zero, comp.identity(y),
                                multipliers=[layer(m)(1)(y), weights(m + 1)(n)(1)])  # fmt: skip

            def later(no: Fact) -> Fact:
                place = pf.both(pf.arith(m >= 1, no), pf.arith(m <= k, bounds))
                full = pf.lemma("if_false", m <= 0, 1, p + 1, using=[no])
                count = pf.congruent(lam(q, total(j, 1, q, summand(j))), full)
                plain = lam(j, kappa(m)(j) * layer(m)(j)(y))
                off = pf.arith(negation(m + 1 <= 1), no)

                def weight(n: Term, b: Fact) -> Fact:
                    chosen = pf.lemma("if_false", m + 1 <= 1, 1, kappa(m + 1 - 1)(n), using=[off])
                    index = pf.congruent(lam(q, kappa(q)(n)), pf.ring(m + 1 - 1, m))
                    return pf.arith(summand(n) == plain(n), chosen, index, multipliers=[layer(m)(n)(y)])

                equal = pf.lemma("sum_same", 1, p + 1, summand, plain, using=[over(pf, 1, p + 1, weight, "j")])
                return pf.arith(argument == H(m)(y) - t(m + 1)(n), count, equal, summed(m, place))

            inner = pf.decide(m <= 0, first, later)
            now = unit(m + 1, n, pf.arith(m + 1 >= 1, bounds))
            index = pf.congruent(lam(q, maximum(0, H(q)(y) - t(m + 1)(n))), pf.ring(m + 1 - 1, m))
            act = pf.congruent(lam(x, maximum(0, x)), inner)
            return pf.general(y, pf.arith(layer(m + 1)(n)(y) == maximum(0, argument), now, index, act))

        return over(pf, 1, sizes(m + 1), one)

    positive = over(pf, 1, k, lambda m, bounds: pf.arith(sizes(m) >= 1, pf.lemma(
        "if_false", m <= 0, 1, p + 1, using=[pf.arith(negation(m <= 0), bounds)]), comp.some), "l")  # fmt: skip
    network = pf.both(
        pf.lemma("if_true", term(0) <= 0, 1, p + 1),
        positive,
        pf.general(y, pf.lemma("if_true", term(0) <= 0, y, maximum(0, H(term(0) - 1)(y) - t(0)(1)))),
        over(pf, 0, k - 1, recursion, "l"),
    )
    network = pf.restate(network, Network(layer, weights, biases, sizes, k))
    last = pf.arith(k <= k)
    value = summed(k, pf.both(least, last))
    output = pf.general(y, pf.arith(H(k)(y) == total(j, 1, p + 1, kappa(k)(j) * layer(k)(j)(y)), value))
    return pf.conclude(
        goal, variables, pf.witness(conclusion, layer, weights, biases, kappa(k), pf.both(network, output))
    )


width.satisfied(computed)(one_tent_function)

# The parameters.

moved, apart, near = integer("moved"), integer("apart"), integer("near")

distinct_claim = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.2",
    slug="distinct_parameters",
    section="2.3.1",
    family="pwl_networks",
    title="different parameters give different functions",
    uses=["definition_5", "lemma_2_3_5"],
    statement=r"""Fix $w \ge 2$ and $k \ge 1$. Different points $(\mathbf a^1, \dots, \mathbf a^k)$ of
    $\bigcup_{M > 0} (\Delta_M^{w-1})^k$ give different functions $H_{\mathbf a^1, \dots, \mathbf a^k}$. (Here
    $w = p + 1$. A point lies in the simplices of many $M$, and the function depends on $M$: such points count as
    different.)""",
)


def determined(equal: Term) -> Term:
    """Two compositions of k sawtooths with p nodes each that agree have the same M and the same nodes."""
    return for_compositions(forall(N, b, g, G, implies(another, equal, same_point)))


everywhere = distinct_claim.variant(
    "printed",
    determined(forall(x, H(k)(x) == G(k)(x))),
    expect="proved",
    why="The function shows M and its cuts; every (p+1)-th is a cut of the first k - 1 factors, and those in between "
    "show the nodes of the last. So even M is determined, whichever M is taken for a point of the union.",
    observed=implies(moved >= 1, apart >= 1),
)
on_the_interval = distinct_claim.variant(
    "sharpened",
    determined(forall(x, implies(conj(x >= 0, x <= M, x <= N), H(k)(x) == G(k)(x)))),
    expect="proved",
    why="Agreement on [0, M], or the shorter of the two intervals, is enough.",
    observed=implies(moved >= 1, apart >= 1),
)


@distinct_claim.prove(everywhere, on_the_interval)
def by_the_cuts(pf: Proof, goal: Term) -> Fact:
    variables, given, _ = pf.intro(goal)
    M, p, k, a, h, H, N, b, g, G = variables
    some, least, equal = given[1], given[2], given[8]
    place = pf.assume(conj(x >= 0, x <= M, x <= N))
    agreed = pf.general(x, pf.implication(place.formula, equal.apply(x, using=place.split())))
    facts = [given[0], *given[3:5]], given[5:8]
    same = distinct(pf, p, k, some, least, (M, a, h, H), (N, b, g, G), facts, agreed)
    return pf.conclude(goal, variables, same)


@distinct_claim.satisfied(everywhere, on_the_interval)
def one_tent_twice(pf: Proof, formula: Term) -> Fact:
    terms, facts = tent_facts(pf)
    M, _, _, a, h, H = terms
    y = pf.fresh("x", "real")
    place = pf.assume(conj(y >= 0, y <= M, y <= M))
    same = pf.ring(H(1)(y), H(1)(y))
    equal = pf.general(y, same), pf.general(y, pf.implication(place.formula, same))
    return pf.exhibit(formula, [*terms, M, a, h, H], *facts, *equal)


@distinct_claim.instances
def neighbouring_parameters(rng, n):
    """Pairs of compositions with integer parameters, p, k <= 3, most of which differ in one number: how many of M and
    the nodes differ (``moved``), and at how many breakpoints in [0, min(M, N)], its ends included, the functions do
    (``apart``; up to the middle of the interval, ``near``). Exact, for at most 240 pairs, drawn with repetition."""
    rows = []
    for pair in range(min(n, 240)):
        p, k, M = pair % 3 + 1, pair // 3 % 3 + 1, int(rng.integers(8, 12))
        first = [np.sort(rng.permutation(np.arange(1, M))[:p]).tolist() for _ in range(k)]
        second, N = [list(nodes) for nodes in first], M
        l, m = int(rng.integers(k)), int(rng.integers(p))
        free = [c for c in range(1, M) if first[l][m] - 2 <= c <= first[l][m] + 2 and c not in first[l]]
        if pair % 4 == 0:
            N = M + 1
        elif pair % 4 == 1:
            second = [np.sort(rng.permutation(np.arange(1, M))[:p]).tolist() for _ in range(k)]
        elif free:
            second[l] = sorted([*(c for c in first[l] if c != first[l][m]), free[int(rng.integers(len(free)))]])
        left, right = composition(first, M), composition(second, N)
        different = [q for q in {*left.breakpoints, *right.breakpoints, M} if 0 <= q <= M and left(q) != right(q)]
        moves = (M != N) + int(np.sum(np.array(first) != np.array(second)))
        rows.append((moves, len(different), sum(2 * q <= M for q in different)))
    chosen = np.concatenate([np.arange(len(rows)), rng.integers(0, len(rows), size=n - len(rows))])
    return dict(zip(("moved", "apart", "near"), np.array(rows, dtype="float64")[chosen].T, strict=True))


distinct_claim.mutant("three breakpoints differ", everywhere, implies(moved >= 1, apart >= 3))
distinct_claim.mutant("two breakpoints differ for each parameter", everywhere, implies(moved >= 1, apart >= 2 * moved))
distinct_claim.mutant("half of the interval is enough", on_the_interval, implies(moved >= 1, near >= 1))
distinct_claim.mutant("three breakpoints differ on the interval", on_the_interval, implies(moved >= 1, apart >= 3))
