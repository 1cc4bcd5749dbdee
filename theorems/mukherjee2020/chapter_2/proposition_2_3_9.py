"""Proposition 2.3.9, sawtooths of a zonotope norm: the number of pieces is wrong; size and depth are right."""

import numpy as np

from numerics.derive import Fact, Proof, SearchFailed
from numerics.lemmas import over, transport
from numerics.sampling import dyadic
from numerics.sums import equal_sums
from numerics.terms import (
    TABLE,
    Term,
    absolute,
    between,
    binomial,
    conj,
    dot,
    either,
    every,
    exists,
    false,
    floor,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    var,
    vector,
    vertices,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import (
    H,
    for_compositions,
    integer_knots,
    k,
    one_tent_function,
    p,
    read,
)  # fmt: skip
from theorems.mukherjee2020.chapter_2.lemma_2_3_8 import paired_nodes, with_remainder
from theorems.mukherjee2020.composed_pieces import (
    all_around,
    one_vertex,
    origin_highest,
    shell_pieces,
    shells,
    two_sides,
)  # fmt: skip
from theorems.mukherjee2020.networks import hinges_of_sawtooths
from theorems.mukherjee2020.normal_cones import origin_counted
from theorems.mukherjee2020.sawtooths import Composition, tent_facts
from theorems.mukherjee2020.support_pieces import Cones, highest_of
from theorems.mukherjee2020.vertex_counts import half_regions
from theorems.mukherjee2020.zigzags import (
    last_lap_beyond,
    one_rising_lap,
    up_and_down,
    zero_beyond,
    zigzag_of_composition,
    zigzags,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_space import supported, widths
from theorems.mukherjee2020.zonotopes import DeepNetwork, HighestOf, PieceCount, Support, VertexCount, Zigzag

claim = Claim(
    "mukherjee2020", "proposition", "2.3.9", slug="pieces", section="2.3.2", family="zonotopes",
    title="pieces of H composed with zonotope norm", uses=["theorem_2_3_7.part_2", "lemma_2_3_5", "definition_8"],
    statement=r"""For $(b^1, \dots, b^m) \in S(n, m)$ and $(a^1, \dots, a^k)$ in the union of the
    $(\Delta_M^{w-1})^k$ the function $H_{a^1, \dots, a^k} \circ \gamma_Z$ has $(m-1)^{n-1} w^k$ pieces. (Here
    $w = p + 1$.)""",
)  # fmt: skip

m, n, N, r = integer("m"), integer("n"), integer("N"), vector("r")
b, g, v = function("b", "int->V"), function("g", "V->real"), function("v", "int->V")
i, j, s, t = (integer(name) for name in "ijst")
generators, points = function("b", "int->int->real"), function("x", "int->int->real")
gradients, constants = function("v", "int->int->real"), function("c", "int->real")
y, near = function("y", "int->real"), real("rho")
L, zig = integer("L"), function("H", "real->real")
cut, slopes, heights = (function(name, "int->real") for name in ("cut", "a", "d"))
laps, odd = (p + 1) ** k, p - 2 * floor(p / 2)
flat = conj(k >= 2, odd == 1)


def norm(x: Term) -> Term:
    """The support function at x in R^n, by part 3 of Theorem 2.3.7."""
    return total(i, 1, m, absolute(total(j, 1, n, x(j) * generators(i)(j))))


def affine_near(t: Term) -> Term:
    """H(gamma_Z(y)) = c(t) + <v(t), y> for all y near x(t)."""
    box = every(j, 1, n, between(-near, y(j) - points(t)(j), near))
    value = constants(t) + total(j, 1, n, gradients(t)(j) * y(j))
    return exists(near, conj(near > 0, forall(y, implies(box, H(k)(norm(y)) == value))))


def at_most_maps(bound: Term) -> Term:
    """However many different affine functions H(gamma_Z) is near points, they are no more than the bound: each of them
    belongs to a piece, and a piece has only one."""
    equal = conj(constants(s) == constants(t), every(j, 1, n, gradients(s)(j) == gradients(t)(j)))
    different = forall(s, t, implies(conj(1 <= s, s < t, t <= N), negation(equal)))
    return forall(N, points, gradients, constants, implies(
        conj(N >= 0, every(t, 1, N, affine_near(t)), different), N <= bound))  # fmt: skip


def printed_count(factor: int) -> Term:
    """The count as printed, for the zonotopes with ``factor`` times the printed number of vertices."""
    extremal = vertices(n, m, generators) == factor * half_regions(m, n)
    return for_compositions(forall(n, m, generators, implies(
        conj(n >= 1, m >= 1, extremal), at_most_maps((m - 1) ** (n - 1) * laps))))  # fmt: skip


pieces, lines = integer("pieces"), integer("lines")

printed = claim.variant(
    "printed", either(printed_count(1), printed_count(2)), expect="refuted",
    why="Each of the laps of H shows once in the cone of each vertex, and gamma_Z has 2 sum_i C(m-1, i) vertices, not "
        "(m-1)^(n-1). The goal asks less, that H(gamma_Z) is near points no more than so many affine functions, and "
        "takes S(n, m) as printed or with the missing factor 2, whichever serves.",
    counterexample="n = m = 2, w = 2, k = 1, M = 1, a = 1/2: with b = (1, 0), (0, 1) the tent of |x| + |y| has 8 "
                   "pieces, and with b = (1, 0), (1, 0), which has the 2 vertices printed, the tent of 2 |x| has 4; "
                   "(m-1)^(n-1) w^k = 2.",
    observed=pieces == (m - 1) ** (n - 1) * laps,
)  # fmt: skip
counted = where(N <= 1, 1, N * laps + where(flat, where(N == 2, 2, 1), 0))

exact = claim.variant(
    "repaired", for_compositions(forall(m, b, g, N, implies(
        conj(m >= 1, Support(g, m, b), VertexCount(N, m, b)), PieceCount(lam(r, H(k)(g(r))), counted)))),
    expect="reduced",
    why="With N vertices, N = 2 sum_i C(m-1, i) on S(n, m), there are N w^k pieces; for w even and k >= 2 the function "
        "is 0 far out, which is one more piece, or two if N = 2 (n = 1 or m = 1); for N = 1 the function is 0.",
    observed=implies(N == 2, pieces == counted),
)  # fmt: skip
claim.reduce(exact, prose="""
    The vertices v(1), ..., v(N) of Z are the data of *cones*: gamma_Z(r) is the largest <r, v(t)>, each v(t) is alone
    the highest somewhere, opposites come in pairs, and N >= 1. By *zigzag* H(k) has L = w^k laps on [0, M]; beyond, it
    is 0 if k >= 2 and p is odd, and continues its last lap if not. These are the hypotheses of the other four, which
    hold for all such functions: the composition has 1 piece if N = 1 (*point*), N L pieces if N >= 2 and H continues
    (*steep*), and if H is 0 beyond, N L + 1 pieces for N >= 3 (*flat*) and N L + 2 for N = 2 (*flat_two*).
""")  # fmt: skip

cones = claim.obligation(exact, "cones", forall(m, b, g, N, implies(
    conj(m >= 1, Support(g, m, b), VertexCount(N, m, b)), conj(N >= 1, exists(v, HighestOf(g, N, v))))))  # fmt: skip
teeth = claim.obligation(exact, "zigzag", for_compositions(zigzags(H(k), laps, flat)))


def shells_goal(tail: Term, unless: Term, pieces: Term) -> Term:
    """HighestOf and Zigzag give this number of pieces, unless N is too small or too large."""
    return forall(g, N, v, zig, L, cut, slopes, heights, implies(
        conj(HighestOf(g, N, v), Zigzag(zig, L, cut, slopes, heights), tail),
        either(unless, PieceCount(lam(r, zig(g(r))), pieces))))  # fmt: skip


point = claim.obligation(exact, "point", forall(g, N, v, zig, implies(
    conj(HighestOf(g, N, v), N >= 1), either(N >= 2, PieceCount(lam(r, zig(g(r))), 1)))))  # fmt: skip
steep = claim.obligation(exact, "steep", shells_goal(last_lap_beyond(zig, L, cut, slopes, heights), N <= 1, N * L))
around = claim.obligation(exact, "flat", shells_goal(zero_beyond(zig, L, cut), N <= 2, N * L + 1))
sides = claim.obligation(exact, "flat_two", shells_goal(zero_beyond(zig, L, cut), negation(N == 2), N * L + 2))


@claim.refute(printed)
def by_two_tents(pf: Proof, goal: Term) -> Fact:
    def three_maps(claimed: Fact, b: Term, x: Term, v: Term, c: Term) -> Fact:
        terms, facts = tent_facts(pf)
        size = pf.compute(vertices(2, 2, b) == (4 if claimed.formula.index == goal.args[1].index else 2))
        half = pf.compute(half_regions(term(2), term(2)) == 2)
        extremal = pf.arith(vertices(2, 2, b) == (
            2 if claimed.formula.index == goal.args[1].index else 1) * half_regions(term(2), term(2)), size,
                half)  # fmt: skip
        bound = claimed.apply(*terms, using=facts).apply(2, 2, b, using=[extremal])
        spots = three_spots(pf, terms[5], b, x, v, c, bound)
        few = bound.apply(3, x, v, c, using=spots)
        return pf.arith(false, few, pf.compute((term(2) - 1) ** (term(2) - 1) * (term(1) + 1) ** term(1) == 2))

    doubled = lam(i, j, 2 - j)
    along = lam(t, j, (2 - j) * ("1/8" + (t - 1) / 4 - 3 * (t - 1) * (t - 2) / 8))
    slopes = lam(t, j, (2 - j) * (4 - 8 * (t - 1) + 4 * (t - 1) * (t - 2)))
    heights = lam(t, 2 * (t - 1) - 2 * (t - 1) * (t - 2))
    crossed = lam(i, j, 1 - (i - j) * (i - j))
    corners = lam(t, j, ((2 - j) * (1 - (t - 1) * (t - 2)) + (j - 1) * (1 - 2 * (t - 1) * (3 - t))) / 8)
    return pf.refute(goal, lambda either_one: pf.by_cases(
        either_one, lambda f: three_maps(f, doubled, along, slopes, heights),
        lambda f: three_maps(f, crossed, corners, lam(t, j, 16 * corners(t)(j)), lam(t, 0 * t))))  # fmt: skip


def three_spots(pf: Proof, tent: Term, b: Term, x: Term, v: Term, c: Term, claimed: Fact) -> list[Fact]:
    """Near x(1), x(2), x(3) in the plane the tent of the norm is c(t) + <v(t), y>, and these functions differ."""
    formula = instance_of(claimed.formula, term(3), x, v, c)
    _, (affine, different) = formula.args[0].args[0], formula.args[0].args[1].args

    def two(f: Term) -> Fact:
        """f(1) + f(2) is the sum."""
        return pf.arith(
            total(i, 1, 2, f(i)) == f(1) + f(2),
            *(pf.lemma("sum_step", 1, q, f) for q in (1, 0)),
            pf.lemma("sum_empty", 1, 0, f),
            *(pf.congruent(f, pf.ring(term(q) + 1, q + 1)) for q in (0, 1)),
        )

    def spot(k: int) -> Fact:
        wanted = instance_of(affine, k).args[1]
        z = pf.fresh("y", "int->real")
        box = every(j, 1, 2, between(-term("1/16"), z(j) - x(k)(j), "1/16"))

        def value(inside: Fact) -> Fact:
            close = [inside.apply(q, using=[pf.both(pf.arith(1 <= term(q)), pf.arith(term(q) <= 2))]) for q in (1, 2)]
            widths = lam(i, absolute(total(j, 1, 2, z(j) * b(i)(j))))
            inner = [two(lam(j, z(j) * b(q)(j))) for q in (1, 2)]
            sizes = []
            for q in (1, 2):
                u = total(j, 1, 2, z(j) * b(q)(j))
                sizes.append(by_sign_of(pf, u, [*inner, *close]))
            whole = two(widths)
            size = [pf.arith(whole.formula.args[0] > 0, whole, *sizes, *inner, *close)]
            at = tent_at(pf, tent, whole.formula.args[0], size[0], [whole, *sizes, *inner, *close])
            return pf.arith(tent(1)(whole.formula.args[0]) == c(k) + total(j, 1, 2, v(k)(j) * z(j)), at, whole, *sizes,
                            *inner, two(lam(j, v(k)(j) * z(j))))  # fmt: skip

        mark = pf.opened
        given = pf.assume(box)
        whole = pf.general(z, pf.implication(box, pf.close(value(given), mark)))
        return pf.prove(wanted, pf.witness(wanted, "1/16", pf.both(pf.arith(term("1/16") > 0), whole)))

    spots = [spot(k) for k in (1, 2, 3)]
    hole = var("hole_int", "int")

    def one(q: Term, bounds: Fact) -> Fact:
        says = lam(hole, instance_of(affine, hole).args[1])

        def at(k: int, *facts: Fact) -> Fact:
            return transport(pf, says, pf.arith(term(k) == q, bounds, *facts), spots[k - 1])

        return pf.decide(q <= 1, lambda yes: at(1, yes), lambda no: pf.decide(
            q <= 2, lambda yes: at(2, yes, no), lambda also: at(3, also)))  # fmt: skip

    every_one = over(pf, 1, term(3), one, "t")
    (first, second), given, _ = pf.intro(different)

    def clash(equal: Fact) -> Fact:
        same = equal.left
        gradient = [
            equal.right.apply(q, using=[pf.both(pf.arith(1 <= term(q)), pf.arith(term(q) <= 2))]) for q in (1, 2)
        ]

        def at(k: int, l: int, *facts: Fact) -> Fact:
            numbers = pf.arith(first == k, *given, *facts), pf.arith(second == l, *given, *facts)
            moved = []
            for fact in (same, *gradient):
                pair = [fact]
                for n_th, number in zip((first, second), numbers, strict=True):
                    left = lam(hole, Term(TABLE.substitute(pair[-1].formula.index, {n_th.index: hole.index})))
                    pair.append(transport(pf, left, number, pair[-1]))
                moved.append(pair[-1])
            return next(found for found in (_try(pf, f) for f in moved) if found is not None)

        return pf.decide(second <= 2, lambda yes: at(1, 2, yes), lambda no: pf.decide(
            first <= 1, lambda yes: at(1, 3, yes, no), lambda also: at(2, 3, no, also)))  # fmt: skip

    apart = pf.conclude(different, [first, second], pf.refute(
        conj(c(first) == c(second), every(j, 1, 2, v(first)(j) == v(second)(j))), clash))  # fmt: skip
    return [pf.arith(term(3) >= 0), every_one, apart]


def _try(pf: Proof, fact: Fact) -> Fact | None:
    """false, if the equation of two numbers is false."""
    try:
        return pf.arith(false, fact)
    except SearchFailed:
        return None


def by_sign_of(pf: Proof, u: Term, facts: list[Fact]) -> Fact:
    """|u| = u or |u| = -u, whichever follows from the facts."""
    for s in (1, -1):
        try:
            sign = pf.arith(s * u >= 0, *facts)
        except SearchFailed:
            continue
        return pf.by_cases(pf.lemma("abs", u), *[lambda f, s=s, sign=sign: pf.arith(absolute(u) == s * u, f, sign)] * 2)
    raise SearchFailed("the sign of a summand is open")


def tent_at(pf: Proof, H: Term, u: Term, positive: Fact, facts: list[Fact]) -> Fact:
    """H(1)(u) = 2 u or 2 - 2 u, whichever follows from the facts, for u > 0."""
    tent = H(1)(u).args[2]
    first = pf.lemma("if_false", *H(1)(u).args, using=[pf.arith(negation(term(1) <= 0))])
    second = pf.lemma("if_false", *tent.args, using=[pf.arith(negation(u <= 0), positive)])
    low = tent.args[2]
    try:
        side, rule = pf.arith(low.args[0], *facts), "if_true"
    except SearchFailed:
        side, rule = pf.arith(negation(low.args[0]), *facts), "if_false"
    third = pf.lemma(rule, *low.args, using=[side])
    return pf.arith(H(1)(u) == third.formula.args[1], first, second, third)


@claim.prove(cones)
def by_exposing_directions(pf: Proof, goal: Term) -> Fact:
    (m, b, g, N), (some, support, counted), conclusion = pf.intro(goal)
    above = pf.arith(m >= 0, some)
    c = Cones.of(pf, m, above, b, g, N, support, counted)
    _, peak = pf.obtain(c.attained(0 * b(1)), "t")
    some_vertex = pf.arith(N >= 1, peak.left)
    return pf.conclude(goal, [m, b, g, N], pf.both(
        some_vertex, pf.witness(conclusion.args[1], c.v, highest_of(c, above))))  # fmt: skip


@claim.prove(teeth)
def from_the_laps(pf: Proof, goal: Term) -> Fact:
    variables, c, least, _ = read(pf, goal)
    return pf.conclude(goal, variables, zigzag_of_composition(pf, c, least))


@claim.prove(point)
def by_one_gradient(pf: Proof, goal: Term) -> Fact:
    (g, N, v, f), (highest, some), conclusion = pf.intro(goal)
    two = conclusion.args[0]
    single = pf.decide(two, lambda yes: pf.or_intro(conclusion, yes), lambda no: pf.or_intro(conclusion, one_vertex(
        pf, g, N, v, highest, pf.arith(N == 1, some, no), f)))  # fmt: skip
    return pf.conclude(goal, [g, N, v, f], single)


@claim.prove(steep, around, sides)
def by_shells(pf: Proof, goal: Term) -> Fact:
    variables, (highest, zigzag, tail), conclusion = pf.intro(goal)
    g, N, v, f, L, cut, slopes, heights = variables
    unless = conclusion.args[0]
    extra = {steep.formula.index: 0, around.formula.index: 1}.get(goal.index, 2)

    def shelled(size: Fact) -> Fact:
        s = shells(pf, g, N, v, highest, pf.arith(N >= 2, size), f, L, cut, slopes, heights, zigzag, tail, extra > 0)
        beyond = None if extra == 0 else all_around(s, size) if extra == 1 else two_sides(s, size)
        return pf.or_intro(conclusion, shell_pieces(s, beyond))

    def enough(no: Fact) -> Fact:
        if extra == 2:
            return shelled(pf.absurd(unless.args[0], lambda bad: pf.conflict(bad, no)))
        return shelled(pf.arith(N >= 2 + extra, no))

    counted = pf.decide(unless, lambda yes: pf.or_intro(conclusion, yes), enough)
    return pf.conclude(goal, variables, counted)


@claim.satisfied(cones)
def a_point(pf: Proof, formula: Term) -> Fact:
    one, direction = term(1), lam(integer("i"), 0 * vector("x"))
    known = supported(pf, one, direction, pf.arith(one >= 0))
    return pf.exhibit(formula, [one, direction, widths(one, direction), 1], known, origin_counted(pf, direction))


claim.satisfied(teeth)(one_tent_function)


@claim.satisfied(point)
def zero(pf: Proof, formula: Term) -> Fact:
    g, one, v, fact = origin_highest(pf)
    return pf.exhibit(formula, [g, one, v, lam(real("x"), real("x"))], fact)


@claim.satisfied(steep)
def zero_and_the_identity(pf: Proof, formula: Term) -> Fact:
    g, one, v, fact = origin_highest(pf)
    terms, zigzag, tail = one_rising_lap(pf)
    return pf.exhibit(formula, [g, one, v, *terms], fact, zigzag, tail)


@claim.satisfied(around, sides)
def zero_and_a_tent(pf: Proof, formula: Term) -> Fact:
    g, one, v, fact = origin_highest(pf)
    terms, zigzag, tail = up_and_down(pf)
    return pf.exhibit(formula, [g, one, v, *terms], fact, zigzag, tail)


@claim.instances
def on_the_line(rng, count):
    """n = 1 with one to five generators, not all zero: N = 2, and the even function H(c |r|) has each piece of H on
    [0, oo) twice. Random integer knots, p <= 5 and (p+1)^k <= 256, the pieces of H counted exactly."""
    columns = integer_knots(rng, count)
    ones = np.ones(len(columns["p"]))
    return {"p": columns["p"], "k": columns["k"], "n": ones, "N": 2 * ones, "m": np.arange(len(ones)) % 5 + 1.0,
            "pieces": 2 * (columns["pieces"] - 1)}  # fmt: skip


claim.mutant("one piece beyond, always", exact, implies(N == 2, pieces == N * laps + 1))
claim.mutant("nothing beyond", exact, implies(N == 2, pieces == N * laps))
claim.picture(pictures.sawtooths_of_a_norm)

# Size and depth.

size_claim = Claim(
    "mukherjee2020", "proposition", "2.3.9", slug="size", section="2.3.2", family="zonotopes",
    title="zonotope function depth and size", uses=["lemma_2_3_8", "theorem_2_3_2.width"],
    statement=r"""$H_{a^1, \dots, a^k} \circ \gamma_Z$ is computed by a ReLU network with $k + 1$ hidden layers, so of
    depth $k + 2$, and of size $2m + wk$. (Here $w = p + 1$.)""",
)  # fmt: skip

z, first = function("z", "int->int->V->real"), function("U", "int->V")
W, shifts, c = function("W", "int->int->int->real"), function("beta", "int->int->real"), function("c", "int->real")
l = integer("l")


def deep(size: Term) -> Term:
    """Some network with ``size`` units in the first hidden layer and w in each of k more computes the function."""
    units = lam(l, where(l <= 1, size, p + 1))
    return for_compositions(forall(m, b, g, implies(conj(m >= 1, Support(g, m, b)), conj(
        exists(z, first, W, shifts, c, conj(
            DeepNetwork(z, first, W, shifts, units, k + 1),
            forall(r, H(k)(g(r)) == total(j, 1, p + 1, c(j) * z(k + 1)(j)(r))))),
        total(l, 1, k + 1, units(l)) == size + (p + 1) * k))))  # fmt: skip


x1, x2 = real("t1"), real("t2")  # the inner products <r, b^i> for m = 2; p = k = 1
kink = real("kink")  # the sawtooth of M = 1 and the node ``kink``


def tent(x: Term) -> Term:
    """The sawtooth with the node ``kink`` for M = 1."""
    return where(x <= 0, 0, where(x <= kink, x / kink, (1 - x) / (1 - kink)))


def relu(x: Term) -> Term:
    """max(0, x)."""
    return maximum(0, x)


def hinged(x: Term) -> Term:
    """The same as a combination of two hinges."""
    return relu(x) / kink - (1 / kink + 1 / (1 - kink)) * relu(x - kink)


norm_of_two = absolute(x1) + absolute(x2)
by_pairs = relu(x1) + relu(-x1) + relu(x2) + relu(-x2)
between_zero_and_one = conj(0 < kink, kink < 1)

of_size = size_claim.variant(
    "printed", deep(2 * m), expect="proved",
    why="The first layer holds the 2m nodes of Lemma 2.3.8, whose sum feeds the hinges of the first sawtooth, "
        "and so on.",
    observed=implies(between_zero_and_one, tent(norm_of_two) == hinged(by_pairs)),
)  # fmt: skip
shorter = size_claim.variant(
    "sharpened", deep(m + 2), expect="proved",
    why="m + 2 nodes compute the support function, so that the size is at most m + 2 + wk.",
    observed=implies(between_zero_and_one, tent(norm_of_two) == hinged(
        2 * relu(x1) + 2 * relu(x2) - relu(x1 + x2) + relu(-x1 - x2))),
)  # fmt: skip


@size_claim.prove(of_size, shorter)
def by_layers(pf: Proof, goal: Term) -> Fact:
    variables, given, conclusion = pf.intro(goal)
    M, p, k, a, h, H, m, b, g = variables
    positive, some, least, factors, composed, one, support = given
    identity, following = pf.open_definition(composed).split()
    comp = Composition(M, p, k, a, h, H, positive, some, factors, identity, following)
    size = 2 * m if goal.index == of_size.statement.formula.index else m + 2
    shallow = (paired_nodes if goal.index == of_size.statement.formula.index else with_remainder)(
        pf, m, b, g, one, support)  # fmt: skip
    network = layered(pf, comp, least, g, size, pf.arith(size >= 1, one), shallow, conclusion.args[0])
    return pf.conclude(goal, variables, pf.both(network, layer_sizes(pf, size, p, k, least)))


def layer_sizes(pf: Proof, size: Term, p: Term, k: Term, least: Fact) -> Fact:
    """size + (p + 1) + ... + (p + 1) = size + (p + 1) k."""
    widths = lam(l, where(l <= 1, size, p + 1))

    def claim_of(q: Term) -> Term:
        return total(l, 1, q + 1, widths(l)) == size + (p + 1) * q

    start = pf.lemma("sum_step", 1, 0, widths), pf.lemma("sum_empty", 1, 0, widths)
    base = pf.arith(claim_of(term(0)), *start, pf.lemma("if_true", *widths(term(0) + 1).args, using=[
        pf.arith(term(0) + 1 <= 1)]))  # fmt: skip
    return pf.induction("q", 0, claim_of, base, lambda q, above, here: pf.arith(
        claim_of(q + 1), here, pf.lemma("sum_step", 1, q + 1, widths, using=[above]),
        pf.lemma("if_false", *widths(q + 1 + 1).args, using=[pf.arith(negation(q + 1 + 1 <= 1), above)]))
    ).apply(k, using=[pf.arith(k >= 0, least)])  # fmt: skip


def layered(pf: Proof, comp: Composition, least: Fact, g: Term, size: Term, positive: Fact, shallow: Fact,
            goal: Term) -> Fact:  # fmt: skip
    """The network, from one of this size with one hidden layer for g."""
    H, h, p, k = comp.H, comp.h, comp.p, comp.k
    mark = pf.opened
    units, biases, weights, shift, output = pf.obtain(pf.open_definition(shallow), "w", "beta", "c", "d")
    kappa, cuts, hinges = hinges_of_sawtooths(pf, comp)
    x, y, q = vector("r"), pf.fresh("r", "V"), integer("q")
    top = lam(i, x, maximum(0, dot(units(i), x) + biases(i)))
    layer = lam(l, i, x, where(l <= 1, top(i)(x), maximum(0, H(l - 2)(g(x)) - cuts(l - 1)(i))))
    into = lam(l, i, j, where(l <= 2, weights(j), kappa(l - 2)(j)))
    starts = lam(l, i, where(l <= 1, biases(i), where(l <= 2, shift - cuts(1)(i), -cuts(l - 1)(i))))
    widths = lam(l, where(l <= 1, size, p + 1))

    def choose(t: Term, *sides: Fact) -> Fact:
        """t, with its cases written out as the sides decide them."""
        steps, now = [], t
        for side in sides:
            rule = "if_false" if side.formula.op == "not" else "if_true"
            steps.append(pf.lemma(rule, *now.args, using=[side]))
            now = steps[-1].formula.args[1]
        return pf.arith(t == now, *steps)

    def unit(n: Term, i: Term, later: Fact) -> Fact:
        """layer(n)(i)(y) = max(0, H(n-2)(g(y)) - t(n-1)(i)), for not n <= 1."""
        return choose(layer(n)(i)(y), later)

    def summed(n: Term, place: Fact) -> Fact:
        """The sum of kappa(n-1)(i) layer(n)(i)(y) is H(n-1)(g(y)), for 2 <= n <= k + 1."""
        later = pf.arith(negation(n <= 1), place)
        hinge = lam(j, kappa(n - 1)(j) * maximum(0, H(n - 2)(g(y)) - cuts(n - 1)(j)))
        through = lam(j, kappa(n - 1)(j) * layer(n)(j)(y))
        equal = equal_sums(pf, term(1), p + 1, hinge, through, lambda j, low, high: pf.arith(
            hinge(j) == through(j), unit(n, j, later), multipliers=[kappa(n - 1)(j)]))  # fmt: skip
        value = hinges.apply(n - 1, using=[place])(H(n - 2)(g(y)))
        following = comp.next.apply(n - 2, using=[place])(g(y))
        index = pf.congruent(lam(q, H(q)(g(y))), pf.ring(n - 2 + 1, n - 1))
        step = pf.congruent(lam(q, h(q)(H(n - 2)(g(y)))), pf.ring(n - 2 + 1, n - 1))
        return pf.arith(total(j, 1, p + 1, through(j)) == H(n - 1)(g(y)), equal, value, following, index, step)

    def recursion(n: Term, bounds: Fact) -> Fact:
        def one(i: Term, inside: Fact) -> Fact:
            summand = lam(j, into(n + 1)(i)(j) * layer(n)(j)(y))
            argument = starts(n + 1)(i) + total(j, 1, widths(n), summand(j))
            wanted = argument == H(n - 1)(g(y)) - cuts(n)(i)

            def first(yes: Fact) -> Fact:
                is_one = pf.arith(n == 1, yes, bounds)
                plain = lam(j, weights(j) * maximum(0, dot(units(j), y) + biases(j)))
                two = pf.arith(n + 1 <= 2, yes)
                same = equal_sums(pf, term(1), size, summand, plain, lambda j, low, high: pf.arith(
                    summand(j) == plain(j), choose(into(n + 1)(i)(j), two), choose(layer(n)(j)(y), yes),
                    multipliers=[layer(n)(j)(y), weights(j)]))  # fmt: skip
                count = pf.congruent(lam(q, total(j, 1, q, summand(j))), choose(widths(n), yes))
                start = choose(starts(n + 1)(i), pf.arith(negation(n + 1 <= 1), bounds), two)
                base = pf.congruent(lam(q, H(q - 1)(g(y))), is_one)
                bottom = pf.congruent(lam(q, H(q)(g(y))), pf.ring(term(1) - 1, 0))
                cut_is = pf.congruent(lam(q, cuts(q)(i)), is_one)
                return pf.arith(wanted, count, same, start, output(y), base, bottom, comp.identity(g(y)), cut_is)

            def later(no: Fact) -> Fact:
                place = pf.both(pf.arith(2 <= n, no), pf.arith(n <= k + 1, bounds))
                many = pf.arith(negation(n + 1 <= 2), no)
                plain = lam(j, kappa(n - 1)(j) * layer(n)(j)(y))
                index = pf.ring(n + 1 - 2, n - 1)
                same = equal_sums(pf, term(1), p + 1, summand, plain, lambda j, low, high: pf.arith(
                    summand(j) == plain(j), choose(into(n + 1)(i)(j), many), pf.congruent(
                        lam(q, kappa(q)(j)), index), multipliers=[layer(n)(j)(y)]))  # fmt: skip
                count = pf.congruent(lam(q, total(j, 1, q, summand(j))), choose(widths(n), no))
                start = choose(starts(n + 1)(i), pf.arith(negation(n + 1 <= 1), no), many)
                cut_is = pf.congruent(lam(q, cuts(q)(i)), pf.ring(n + 1 - 1, n))
                return pf.arith(wanted, count, same, summed(n, place), start, cut_is)

            inner = pf.decide(n <= 1, first, later)
            now = unit(n + 1, i, pf.arith(negation(n + 1 <= 1), bounds))
            place = pf.congruent(lam(q, H(q)(g(y))), pf.ring(n + 1 - 2, n - 1))
            cut_is = pf.congruent(lam(q, cuts(q)(i)), pf.ring(n + 1 - 1, n))
            hole = pf.fresh("x", "real")
            act = pf.congruent(lam(hole, maximum(0, hole)), pf.arith(
                H(n + 1 - 2)(g(y)) - cuts(n + 1 - 1)(i) == argument, inner, place, cut_is))  # fmt: skip
            return pf.general(y, pf.arith(layer(n + 1)(i)(y) == maximum(0, argument), now, act))

        return over(pf, 1, widths(n + 1), one)

    def width(n: Term, _: Fact) -> Fact:
        return pf.decide(n <= 1, lambda yes: pf.arith(widths(n) >= 1, choose(widths(n), yes), positive),
                         lambda no: pf.arith(widths(n) >= 1, choose(widths(n), no), comp.some))  # fmt: skip

    one_is = pf.arith(term(1) <= 1)

    def entry(i: Term, _: Fact) -> Fact:
        hole = pf.fresh("x", "real")
        start = choose(starts(1)(i), one_is)
        act = pf.congruent(lam(hole, maximum(0, hole)), pf.arith(
            dot(units(i), y) + biases(i) == starts(1)(i) + dot(units(i), y), start))  # fmt: skip
        return pf.general(y, pf.arith(layer(1)(i)(y) == maximum(0, starts(1)(i) + dot(units(i), y)), choose(
            layer(1)(i)(y), one_is), act))  # fmt: skip

    network = pf.restate(pf.both(
        over(pf, 1, k + 1, width, "l"), over(pf, 1, widths(1), entry),
        over(pf, 1, k + 1 - 1, lambda n, bounds: recursion(n, bounds), "l")),
        DeepNetwork(layer, units, into, starts, widths, k + 1))  # fmt: skip
    last = summed(k + 1, pf.both(pf.arith(2 <= k + 1, least), pf.arith(k + 1 <= k + 1)))
    index = pf.ring(k + 1 - 1, k)
    through, plain = lam(j, kappa(k + 1 - 1)(j) * layer(k + 1)(j)(y)), lam(j, kappa(k)(j) * layer(k + 1)(j)(y))
    same = equal_sums(pf, term(1), p + 1, through, plain, lambda j, low, high: pf.arith(
        through(j) == plain(j), pf.congruent(lam(q, kappa(q)(j)), index),
            multipliers=[layer(k + 1)(j)(y)]))  # fmt: skip
    value = pf.general(y, pf.arith(H(k)(g(y)) == total(j, 1, p + 1, plain(j)), last, same, pf.congruent(
        lam(q, H(q)(g(y))), index)))  # fmt: skip
    return pf.close(pf.witness(goal, layer, units, into, starts, kappa(k), pf.both(network, value)), mark)


@size_claim.satisfied(of_size, shorter)
def a_tent_of_one_width(pf: Proof, formula: Term) -> Fact:
    terms, facts = tent_facts(pf)
    one, direction = term(1), lam(i, vector("x"))
    known = supported(pf, one, direction, pf.arith(one >= 0))
    return pf.exhibit(formula, [*terms, one, direction, widths(one, direction)], *facts, known)


@size_claim.instances
def kinks(rng, n):
    """Two inner products and a tent with its kink anywhere in (0, 1)."""
    return {"t1": dyadic(rng, n, -2, 2), "t2": dyadic(rng, n, -2, 2), "kink": dyadic(rng, n, 0.01, 0.99)}


size_claim.mutant("one node fewer in the first layer", of_size, implies(between_zero_and_one,
    tent(norm_of_two) == hinged(
    by_pairs - relu(-x2))))  # fmt: skip
size_claim.mutant("a sawtooth of one hinge", shorter, implies(between_zero_and_one, tent(norm_of_two) == relu(
    by_pairs) / kink))  # fmt: skip

# The other count.

against = Claim(
    "mukherjee2020", "proposition", "2.3.9", slug="against_the_family", section="2.3.2", family="zonotopes",
    title="the count of the proposition against that of the family", uses=["proposition_2_3_9.pieces"],
    statement=r"""The proposition counts $(m-1)^{n-1} w^k$ pieces, Theorem 2.3.10 (i) counts
    $\bigl(\sum_{i=0}^{n-1} \binom{m-1}i\bigr) w^k$ for the same functions, so that $(m-1)^{n-1}$ is that sum.""",
)  # fmt: skip

power, sum_of = (m - 1) ** (n - 1), half_regions(m, n)
for_sizes = lambda body: forall(n, m, implies(conj(n >= 1, m >= 1), body))  # noqa: E731

agree = against.variant(
    "printed", for_sizes(power == sum_of), expect="refuted",
    why="The two numbers differ for almost all n and m, and neither bounds the other.",
    counterexample="n = m = 2: (m-1)^(n-1) = 1, and C(1, 0) + C(1, 1) = 2.", observed=power == sum_of,
)  # fmt: skip
neither = against.variant(
    "repaired", conj(forall(m, implies(m >= 1, (m - 1) ** (term(2) - 1) < half_regions(m, term(2)))),
                     forall(m, implies(m >= 4, half_regions(m, term(3)) < (m - 1) ** (term(3) - 1)))), expect="proved",
    why="For n = 2 the sum is m, which is more than m - 1; for n = 3 it is 1 + (m-1) m / 2, less than (m-1)^2 "
        "from m = 4 on.",
    observed=conj(implies(n == 2, power < sum_of), implies(conj(n == 3, m >= 4), sum_of < power)),
)  # fmt: skip


@against.refute(agree)
def at_two(pf: Proof, goal: Term) -> Fact:
    return pf.refute(goal, lambda claimed: pf.arith(
        false, claimed.apply(2, 2), pf.compute((term(2) - 1) ** (term(2) - 1) == 1),
        pf.compute(half_regions(term(2), term(2)) == 2)))  # fmt: skip


@against.prove(neither)
def by_the_first_coefficients(pf: Proof, goal: Term) -> Fact:
    row = lambda q: lam(i, binomial(q, i))  # noqa: E731

    def coefficients(q: Term, above: Fact) -> list[Fact]:
        """C(q, 0) = 1, C(q, 1) = q and 2 C(q, 2) = q (q - 1), for q >= 0."""

        def first(q: Term) -> Fact:
            return pf.induction("q", 0, lambda q: binomial(q, 1) == q, pf.compute(binomial(term(0), 1) == 0),
                                lambda q, a, h: (
                pf.arith(binomial(q + 1, 1) == q + 1, h, pf.lemma("pascal", q, 0, using=[a]), pf.lemma(
                    "binomial_zero", q, using=[a]))))  # fmt: skip

        ones = first(q)
        twos = pf.induction("q", 0, lambda q: 2 * binomial(q, 2) == q * (q - 1), pf.compute(
            2 * binomial(term(0), 2) == term(0) * (term(0) - 1)), lambda q, a, h: pf.arith(
                2 * binomial(q + 1, 2) == (q + 1) * (q + 1 - 1), h, pf.lemma("pascal", q, 1, using=[a]), ones.apply(
                    q, using=[a])))  # fmt: skip
        return [pf.lemma("binomial_zero", q, using=[above]), ones.apply(q, using=[above]), twos.apply(q, using=[above])]

    parts = []
    for part, top in zip(goal.args, (2, 3), strict=True):
        (m,), (size,), conclusion = pf.intro(part)
        q = m - 1
        known = coefficients(q, pf.arith(q >= 0, size))
        f = row(q)
        steps = [pf.lemma("sum_step", 0, at, f) for at in range(-1, top - 1)]
        sums = pf.arith(half_regions(m, term(top)) == total(i, 0, top - 1, f(i)))
        empty = pf.lemma("sum_empty", 0, -1, f)
        power = pf.congruent(lam(j, q**j), pf.ring(term(top) - 1, top - 1))
        square = pf.arith(q ** term(top - 1) == (q if top == 2 else q * q))
        inside = [pf.congruent(f, pf.ring(term(at) + 1, at + 1)) for at in range(-1, top - 1)]
        low = pf.arith((q - 2) * (q - 3) >= 0, size) if top == 3 else pf.arith(q >= 0, size)
        parts.append(pf.conclude(part, [m], pf.arith(conclusion, *known, *steps, sums, empty, power, square,
                                                     *inside, size,
                                                     low)))  # fmt: skip
    return pf.both(*parts)


@against.instances
def small_sizes(rng, count):
    """n from 1 to 6 and m from 1 to 12."""
    at = np.arange(count)
    return {"n": at % 6 + 1.0, "m": at // 6 % 12 + 1.0}


against.mutant("from m = 3 on", neither, implies(conj(n == 3, m >= 3), sum_of < power))
against.mutant("for n = 3 too", neither, implies(conj(n >= 2, n <= 3), power < sum_of))
