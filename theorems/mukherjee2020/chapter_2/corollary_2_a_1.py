"""Corollary 2.A.1, a flat end saves one unit: true; a function with p pieces and a flat end takes p - 1 units."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    either,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    minimum,
    real,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.theorem_2_2_2 import two_layers
from theorems.mukherjee2020.flaps import in_each_case
from theorems.mukherjee2020.networks import hinge_expansion, one_affine_piece, pieces_data
from theorems.mukherjee2020.pwl import Pieces

claim = Claim(
    "mukherjee2020",
    "corollary",
    "2.A.1",
    section="2.A",
    family="pwl_networks",
    title="a flat end saves one unit",
    uses=["definition_3", "theorem_2_2_2.upper"],
    statement=r"""Let $f: \mathbb R \to \mathbb R$ be piecewise linear with $p$ pieces, of which the leftmost or the
    rightmost has slope $0$. Then a ReLU network with one hidden layer of $p - 1$ units computes $f$.""",
)

f, v, a, c, beta = (function("f", "real->real"), function("v", "int->real"), function("a", "int->real"),
                    function("c", "int->real"), real("beta"))  # fmt: skip
p, j, x, y = integer("p"), integer("j"), real("x"), real("y")


def flat(f: Term, side: Callable[[Term, Term], Term]) -> Term:
    """f is constant on one side of some point."""
    return exists(y, forall(x, implies(side(x, y), f(x) == f(y))))


on_the_left, on_the_right = flat(f, lambda x, y: x <= y), flat(f, lambda x, y: x >= y)
t1, t2, t3, s1, s2, s3 = (real(name) for name in ("t1", "t2", "t3", "s1", "s2", "s3"))
levels = beta, beta + s1 * (t2 - t1), beta + s1 * (t2 - t1) + s2 * (t3 - t2)
four_pieces = where(x <= t1, beta, where(x <= t2, levels[0] + s1 * (x - t1), where(
    x <= t3, levels[1] + s2 * (x - t2), levels[2] + s3 * (x - t3))))  # fmt: skip
three_units = beta + s1 * maximum(0, x - t1) + (s2 - s1) * maximum(0, x - t2) + (s3 - s2) * maximum(0, x - t3)
increasing = conj(t1 < t2, t2 < t3)

printed = claim.variant(
    "printed",
    forall(f, p, implies(conj(Pieces(f, p), either(on_the_left, on_the_right)),
                         exists(v, a, c, beta, two_layers(f, v, a, c, beta, p - 1)))),
    expect="proved",
    why="One unit for each change of slope, all open to the side that is not flat. For p = 1 the function is constant "
    "and takes no unit; whoever wants at least one must read p >= 2.",
    observed=implies(increasing, four_pieces == three_units),
)  # fmt: skip


@claim.prove(printed)
def by_hinges_away_from_the_flat_end(pf: Proof, goal: Term) -> Fact:
    (f, p), (pieces, ends), conclusion = pf.intro(goal)
    t, alpha, intercept, facts = pieces_data(pf, pieces)
    least = pf.open_definition(pieces).left
    values = facts.split()[-1]
    expansion = hinge_expansion(pf, f, p, pieces, t, alpha, intercept, facts)
    jump = lam(j, alpha(j + 1) - alpha(j))
    z = pf.fresh("x", "real")
    hinge, back = lam(j, jump(j) * maximum(0, z - t(j))), lam(j, jump(j) * maximum(0, t(j) - z))
    moment = lam(j, jump(j) * t(j))

    def slope_is_zero(piece: Term, edge: Term, point: Term, other: Term, near: list[Fact], level: Fact) -> Fact:
        """alpha(piece) = 0, from two points of that piece, ``point`` and ``other``, both where f is constant."""
        at = []
        place = pf.both(pf.arith(piece >= 1, least), pf.arith(piece <= p, least))
        for w in (point, other):
            line = values.apply(piece, using=[place])(w)
            for _ in range(2):
                side = line.formula.args[0]
                own = pf.ring(piece, side.args[0].args[1]) if _trivial(side) else pf.arith(side.args[1], *near)
                line = pf.modus_ponens(line, pf.or_intro(side, own))
            at.append(pf.arith(f(w) == f(edge), level.apply(w, using=[pf.arith(level(w).formula.args[0], *near)])))
            at.append(line)
        return pf.arith(alpha(piece) == 0, *at)

    def _trivial(side: Term) -> bool:
        first, second = side.args[0].args
        return repr(first) == repr(second)

    def flat_left(given: Fact) -> Fact:
        mark = pf.opened
        edge, level = pf.obtain(given, "y")
        low = minimum(edge, t(1))
        least_of = pf.lemma("min", edge, t(1))
        near = [in_each_case(pf, [least_of], lambda e, g=g: pf.arith(g, e)) for g in (low <= edge, low <= t(1))]
        zero = slope_is_zero(term(1), edge, low, low - 1, near, level)
        units = lam(j, jump(j)), lam(j, term(1) + 0 * j), lam(j, -t(j))
        summand = lam(j, units[0](j) * maximum(0, units[1](j) * z + units[2](j)))
        same = equal_sums(pf, term(1), p - 1, summand, hinge, lambda i, low, above: pf.ring(summand(i), hinge(i)))
        value = pf.arith(
            f(z) == intercept(1) + total(j, 1, p - 1, summand(j)), expansion(z), zero, same, multipliers=[z]
        )
        return pf.close(pf.witness(conclusion, *units, intercept(1), pf.general(z, value)), mark)

    def flat_right(given: Fact) -> Fact:
        mark = pf.opened
        edge, level = pf.obtain(given, "y")
        high = maximum(edge, t(p - 1))
        largest = pf.lemma("max", edge, t(p - 1))
        near = [in_each_case(pf, [largest], lambda e, g=g: pf.arith(g, e)) for g in (edge <= high, t(p - 1) <= high)]
        zero = slope_is_zero(p, edge, high, high + 1, near, level)

        def claim(n: Term) -> Term:
            return total(j, 1, n, hinge(j)) == z * (alpha(n + 1) - alpha(1)) - total(j, 1, n, moment(j)) + total(
                j, 1, n, back(j))  # fmt: skip

        def base() -> Fact:
            none = [pf.lemma("sum_empty", 1, 0, g) for g in (hinge, moment, back)]
            return pf.arith(claim(term(0)), *none)

        def step(n: Term, above: Fact, here: Fact) -> Fact:
            more = [pf.lemma("sum_step", 1, n, g, using=[above]) for g in (hinge, moment, back)]
            here_, there = z - t(n + 1), t(n + 1) - z
            identity = maximum(0, here_) - maximum(0, there) == here_
            signs = [pf.lemma("max", 0, w) for w in (here_, there)]
            split = in_each_case(pf, signs, lambda *known: pf.arith(identity, *known))
            return pf.arith(claim(n + 1), here, *more, split, multipliers=[jump(n + 1)])

        turned = pf.induction("n", 0, claim, base, step).apply(p - 1, using=[pf.arith(p - 1 >= 0, least)])
        units = lam(j, jump(j)), lam(j, term(-1) + 0 * j), lam(j, t(j))
        summand = lam(j, units[0](j) * maximum(0, units[1](j) * z + units[2](j)))
        bias = intercept(1) - total(j, 1, p - 1, moment(j))
        equal = pf.arith(f(z) == bias + total(j, 1, p - 1, back(j)), expansion(z), turned, zero, multipliers=[z])
        same = equal_sums(pf, term(1), p - 1, summand, back, lambda i, low, above: pf.ring(summand(i), back(i)))
        value = pf.arith(f(z) == bias + total(j, 1, p - 1, summand(j)), equal, same)
        return pf.close(pf.witness(conclusion, *units, bias, pf.general(z, value)), mark)

    return pf.conclude(goal, [f, p], pf.by_cases(ends, flat_left, flat_right))


@claim.satisfied(printed)
def a_constant(pf: Proof, formula: Term) -> Fact:
    zero = lam(x, term(0) * x)
    z = pf.fresh("x", "real")
    level = pf.general(z, pf.implication(z <= 0, pf.ring(zero(z), zero(term(0)))))
    sides = [flat(zero, lambda x, y: x <= y), flat(zero, lambda x, y: x >= y)]
    start = pf.or_intro(either(*sides), pf.witness(sides[0], 0, level))
    return pf.exhibit(formula, [zero, 1], one_affine_piece(pf, zero, term(0), term(0)), start)


@claim.instances
def flat_on_the_left(rng, n):
    """Functions with four pieces, the first of them flat, and points everywhere."""
    first, steps = dyadic(rng, n, -4, 4), [dyadic(rng, n, 1 / 16, 4) for _ in range(2)]
    cuts = {"t1": first, "t2": first + steps[0], "t3": first + steps[0] + steps[1]}
    slopes = {name: dyadic(rng, n, -8, 8) for name in ("s1", "s2", "s3")}
    return {**cuts, **slopes, "x": dyadic(rng, n, -8, 16), "beta": dyadic(rng, n, -8, 8)}


flat_on_the_left.free = {"t1", "t2", "t3", "s1", "s2", "s3", "x", "beta"}
claim.mutant("p - 2 units", printed, implies(
    increasing, four_pieces == beta + s1 * maximum(0, x - t1) + (s2 - s1) * maximum(0, x - t2)))  # fmt: skip
claim.mutant("slopes for changes of slope", printed, implies(
    increasing,
    four_pieces == beta + s1 * maximum(0, x - t1) + s2 * maximum(0, x - t2) + s3 * maximum(0, x - t3)))  # fmt: skip
