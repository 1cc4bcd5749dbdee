"""Equation (2.1), piecewise linear functions as signed sums of maxima of n + 1 affine functions: a theorem of Wang and
Sun; certified for n = 1, and true for every n by the formal proof beside this file.
"""

from fractions import Fraction
from math import lcm

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.networks import network_pieces
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    absolute,
    conj,
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
from theorems.mukherjee2020.deep_nets import AffineIn, Greatest
from theorems.mukherjee2020.networks import hinge_expansion, one_affine_piece, pieces_data
from theorems.mukherjee2020.polyhedra import PiecewiseLinear
from theorems.mukherjee2020.pwl import Pieces

claim = Claim(
    "mukherjee2020", "equation", "2.1", section="2.2", family="pwl_networks",
    title="Wang-Sun max-of-affine decomposition",
    statement=r"""For every piecewise linear $f: \mathbb R^n \to \mathbb R$ there are affine functions $\ell_i$ and
    signs $s_j = \pm 1$ with $f = \sum_{j=1}^p s_j \max_{i \in S_j} \ell_i$, where each of the sets $S_j$ has at most
    $n + 1$ elements (Theorem 1 of Wang and Sun, 2005).""",
)  # fmt: skip

x, f, M = function("x", "int->V->real"), function("f", "V->real"), function("M", "int->V->real")
ell, count, sign = function("ell", "int->int->V->real"), function("a", "int->int"), function("s", "int->real")
n, i, j, P, p, y = (*(integer(name) for name in ("n", "i", "j", "P")), vector("p"), function("y", "int->real"))
coordinates = forall(y, exists(p, every(i, 1, n, x(i)(p) == y(i))))
value, wanted, unsigned = real("value"), real("wanted"), real("unsigned")

signs = every(j, 1, P, either(sign(j) == 1, sign(j) == -1))
printed = claim.variant(
    "printed",
    forall(x, f, n, implies(conj(n >= 1, coordinates, PiecewiseLinear(f, x, n)), exists(P, sign, count, ell, M, conj(
        P >= 1, signs, every(j, 1, P, conj(1 <= count(j), count(j) <= n + 1)),
        every(j, 1, P, every(i, 1, count(j), AffineIn(ell(j)(i), x, n))),
        every(j, 1, P, Greatest(M(j), ell(j), count(j))),
        forall(p, f(p) == total(j, 1, P, sign(j) * M(j)(p))))))),
    expect="bounded",
    why="On the line f is its leftmost affine piece and one hinge for each change of slope.",
    observed=value == wanted,
)  # fmt: skip
h, z, pieces = function("f", "real->real"), real("x"), integer("p")
a, b, c, d = (function(name, "int->real") for name in "abcd")
lines = forall(z, h(z) == total(j, 1, P, sign(j) * maximum(a(j) * z + b(j), c(j) * z + d(j))))
on_the_line = claim.over_range(
    printed, "line",
    forall(h, pieces, implies(Pieces(h, pieces), exists(P, sign, a, b, c, d, conj(P >= 1, signs, lines)))),
    shown="n = 1, any number of pieces",
)  # fmt: skip


@claim.prove(on_the_line)
def by_hinges(pf: Proof, goal: Term) -> Fact:
    (h, pieces), (counted,), conclusion = pf.intro(goal)
    t, alpha, beta, facts = pieces_data(pf, counted)
    expansion = hinge_expansion(pf, h, pieces, counted, t, alpha, beta, facts)
    some = pf.open_definition(counted).left
    jump = lam(j, alpha(j) - alpha(j - 1))  # at t(j - 1), for 2 <= j <= p; the first summand is the affine piece
    steep = lam(j, absolute(jump(j)))
    s = lam(j, where(j <= 1, 1, where(jump(j) >= 0, 1, -1)))
    slopes, shifts = lam(j, where(j <= 1, alpha(1), 0)), lam(j, where(j <= 1, beta(1), 0))
    others = lam(j, where(j <= 1, alpha(1), steep(j))), lam(j, where(j <= 1, beta(1), -steep(j) * t(j - 1)))
    e, point = pf.fresh("j", "int"), pf.fresh("x", "real")

    def branch(u: Term, yes: bool, side: Fact) -> Fact:
        return pf.lemma("if_true" if yes else "if_false", *u.args, using=[side])

    def signed(e: Term, bounds: Fact) -> Fact:
        goal = either(s(e) == 1, s(e) == -1)

        def first(yes: Fact) -> Fact:
            return pf.or_intro(goal, branch(s(e), True, yes))

        def later(no: Fact) -> Fact:
            outer, inner = branch(s(e), False, no), s(e).args[2]
            return pf.decide(
                jump(e) >= 0,
                lambda q: pf.or_intro(goal, pf.arith(s(e) == 1, outer, branch(inner, True, q))),
                lambda q: pf.or_intro(goal, pf.arith(s(e) == -1, outer, branch(inner, False, q))),
            )

        return pf.decide(e <= 1, first, later)

    def summand(e: Term) -> Term:
        return s(e) * maximum(slopes(e) * point + shifts(e), others[0](e) * point + others[1](e))

    def plain(e: Term) -> Term:
        return where(e <= 1, alpha(1) * point + beta(1), jump(e) * maximum(0, point - t(e - 1)))

    def equal(e: Term, *_: Fact) -> Fact:
        goal = summand(e) == plain(e)
        inside = summand(e).args[1]
        cases = pf.lemma("max", *inside.args)

        def first(yes: Fact) -> Fact:
            known = [branch(u, True, yes) for u in (s(e), slopes(e), shifts(e), others[0](e), others[1](e), plain(e))]
            top = pf.by_cases(
                cases,
                *[lambda q: pf.arith(inside == alpha(1) * point + beta(1), q, *known, multipliers=[1, point])] * 2,
            )
            return pf.arith(goal, known[0], known[-1], top, multipliers=[1, inside, s(e)])

        def later(no: Fact) -> Fact:
            known = [branch(u, False, no) for u in (slopes(e), shifts(e), others[0](e), others[1](e))]
            outer, value = branch(s(e), False, no), branch(plain(e), False, no)
            hinge = maximum(0, point - t(e - 1))
            sizes = pf.lemma("abs", jump(e))
            top = inside == steep(e) * hinge
            rise = steep(e) * (point - t(e - 1))
            ends = [pf.arith(u, *known, multipliers=[1, point]) for u in (inside.args[0] == 0, inside.args[1] == rise)]
            flat = pf.by_cases(sizes, *[lambda q: pf.arith(steep(e) >= 0, q)] * 2)

            def hinges(case: Fact) -> Fact:
                def positive(side: Fact) -> Fact:
                    up = pf.arith(rise >= 0, pf.arith(point - t(e - 1) >= 0, side), flat)
                    return pf.arith(
                        top, pf.arith(inside == rise, case, *ends, up), side.right, multipliers=[1, steep(e)]
                    )

                def negative(side: Fact) -> Fact:
                    down = pf.arith(rise <= 0, pf.arith(point - t(e - 1) <= 0, side), flat)
                    return pf.arith(
                        top, pf.arith(inside == 0, case, *ends, down), side.right, multipliers=[1, steep(e)]
                    )

                return pf.by_cases(pf.lemma("max", 0, point - t(e - 1)), positive, negative)

            highest = pf.by_cases(cases, hinges, hinges)

            def with_sign(yes: bool, side: Fact) -> Fact:
                inner = branch(s(e).args[2], yes, side)
                size = pf.by_cases(
                    sizes, *[lambda q: pf.arith(steep(e) == (jump(e) if yes else -jump(e)), q, side)] * 2
                )
                direction = pf.arith(s(e) == (1 if yes else -1), outer, inner)
                return pf.arith(goal, direction, highest, size, value, multipliers=[1, inside, s(e), hinge])

            return pf.decide(jump(e) >= 0, lambda q: with_sign(True, q), lambda q: with_sign(False, q))

        return pf.decide(e <= 1, first, later)

    sums = equal_sums(pf, term(1), pieces, lam(e, summand(e)), lam(e, plain(e)), equal)
    moved = lam(e, plain(e))

    def partial(m: Term) -> Term:
        hinges = total(j, 1, m - 1, (alpha(j + 1) - alpha(j)) * maximum(0, point - t(j)))
        return total(j, 1, m, plain(j)) == alpha(1) * point + beta(1) + hinges

    def base() -> Fact:
        one = term(1)
        none = pf.lemma("sum_empty", 1, one - 1, lam(j, (alpha(j + 1) - alpha(j)) * maximum(0, point - t(j))))
        return pf.arith(
            partial(one),
            none,
            pf.lemma("sum_step", 1, 0, moved),
            pf.lemma("sum_empty", 1, 0, moved),
            branch(plain(term(0) + 1), True, pf.arith(term(0) + 1 <= 1)),
        )

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        longer = pf.lemma("sum_step", 1, m, moved, using=[pf.arith(term(1) <= m + 1, low)])
        hinge = pf.lemma(
            "sum_step", 1, m - 1, lam(j, (alpha(j + 1) - alpha(j)) * maximum(0, point - t(j))), using=[low]
        )
        later = branch(plain(m + 1), False, pf.arith(negation(m + 1 <= 1), low))
        return pf.arith(partial(m + 1), here, longer, hinge, later)

    whole = pf.induction("m", 1, partial, base, step).apply(pieces, using=[some])
    value = pf.general(point, pf.arith(h(point) == total(j, 1, pieces, summand(j)), expansion(point), whole, sums))
    fact = pf.witness(conclusion, pieces, s, slopes, shifts, *others, pf.both(some, over(pf, 1, pieces, signed), value))
    return pf.conclude(goal, [h, pieces], fact)


@claim.satisfied(on_the_line)
def the_identity(pf: Proof, formula: Term) -> Fact:
    identity = lam(z, z)
    return pf.exhibit(formula, [identity, 1], one_affine_piece(pf, identity, term(1), term(0)))


@claim.instances
def random_functions(rng, number):
    """Networks on the line with three gates and integer weights: the value at an integer from the pieces, by hinges,
    and with all signs 1."""
    size = min(number, 200)
    weights, biases = rng.integers(-3, 4, size=(size, 3, 1)), rng.integers(-3, 4, size=(size, 3))
    outer, shift, points = (rng.integers(-3, 4, size=s) for s in ((size, 1, 3), (size, 1), size))
    found = network_pieces([weights, outer], [biases, shift])
    rows = []
    for k in range(size):
        first, last = int(found.offsets[k]), int(found.offsets[k + 1])
        slopes = [int(q) for q in found.slopes[first:last]]
        inner = slice(first + 1, last)
        at = [Fraction(int(q), int(r)) for q, r in zip(found.numerators[inner], found.denominators[inner], strict=True)]
        hinges = [
            (v - u) * max(Fraction(0), int(points[k]) - t) for u, v, t in zip(slopes, slopes[1:], at, strict=False)
        ]
        start = slopes[0] * int(points[k]) + int(found.intercepts[first])
        acts = np.maximum(weights[k, :, 0] * points[k] + biases[k], 0)
        value = int(outer[k, 0] @ acts + shift[k, 0])
        row = [Fraction(start + sum(hinges)), Fraction(value), Fraction(start + sum(map(abs, hinges)))]
        scale = lcm(*(q.denominator for q in row))  # the same for all, so that the numbers are integers
        rows.append([int(q * scale) for q in row])
    drawn = rng.integers(0, size, size=number)
    return dict(zip(("value", "wanted", "unsigned"), np.array(rows, dtype="float64")[drawn].T, strict=True))


claim.mutant("all signs 1", printed, unsigned == wanted)
