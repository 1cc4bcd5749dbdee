"""Section 1.2: what the networks of zonotopes compute are support functions, the gauges not of the zonotopes but of
their polar bodies.

The gauge of a zonotope with interior is piecewise linear, too, so that some network computes it, in general with more
than one hidden layer; the networks of Proposition 2.3.9 do not.
"""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sampling import dyadic
from numerics.sums import equal_sums, sums_scaled
from numerics.terms import (
    Term,
    body,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.zonotopes import PointOfZonotope

i, j, m, n = (integer(name) for name in "ijmn")
b, x, r = function("b", "int->int->real"), function("x", "int->real"), function("r", "int->real")
s, t = real("s"), real("t")

gauge = Claim(
    "mukherjee2020", "claim", "", slug="gauge_versus_support", section="1.2", family="zonotopes",
    title="gauge versus support function", uses=["definition_7", "proposition_2_3_9"],
    statement=r"""The function $\gamma_Z$ of a zonotope $Z \subset \mathbb R^n$ that ReLU networks represent
    (Definition 7, Proposition 2.3.9), the maximum of $\langle r, x\rangle$ over $x \in Z$, is the gauge of $Z$: for
    $t > 0$, $\gamma_Z(r) \le t$ iff $r \in t Z$. (Repaired: it is the gauge of the polar body: for $t > 0$,
    $\gamma_Z(r) \le t$ iff $r \in t Z^\circ$, where $Z^\circ$ is the set of all $y$ with $\langle y, x\rangle \le 1$
    for all $x \in Z$.)""",
)  # fmt: skip


def inner(r: Term, x: Term, n: Term) -> Term:
    return total(j, 1, n, r(j) * x(j))


def greatest(s: Term, r: Term) -> Term:
    """s is the support function at r: the largest <r, x> of the points x of the zonotope."""
    return conj(exists(x, conj(PointOfZonotope(x, n, m, b), inner(r, x, n) == s)),
                forall(x, implies(PointOfZonotope(x, n, m, b), inner(r, x, n) <= s)))  # fmt: skip


y = function("y", "int->real")
in_body = exists(x, conj(PointOfZonotope(x, n, m, b), every(j, 1, n, r(j) == t * x(j))))
in_polar = exists(y, conj(forall(x, implies(PointOfZonotope(x, n, m, b), inner(y, x, n) <= 1)),
                          every(j, 1, n, r(j) == t * y(j))))  # fmt: skip


def is_gauge(within: Term) -> Term:
    premises = conj(n >= 1, m >= 1, t > 0, greatest(s, r))
    return forall(n, m, b, r, s, t, implies(premises, iff(s <= t, within)))


u, v, p, q = (real(name) for name in "uvpq")
support, size = real("support"), real("gauge")
printed = gauge.variant(
    "printed", is_gauge(in_body), expect="refuted",
    why="Gauge and support function belong to polar bodies, and a zonotope is hardly ever its own polar.",
    counterexample="The square [-1, 1]^2 and r = (1, 1): the point r lies in it, so that its gauge is 1; the support "
                   "function is |1| + |1| = 2.",
)  # fmt: skip
repaired = gauge.variant(
    "repaired", is_gauge(in_polar), expect="proved",
    why="<r, x> <= t for all x says that r / t lies in the polar body.",
    observed=u * p + v * q <= support * size,
)  # fmt: skip


def _two(pf: Proof, f: Term) -> list[Fact]:
    """The sum of f over 1, 2."""
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f), pf.lemma("sum_step", 1, 1, f)]


@gauge.refute(printed)
def by_the_square(pf: Proof, goal: Term) -> Fact:
    one = lam(j, term(1))
    square = lam(i, j, where(i == j, term(1), term(0)))
    chosen = [pf.lemma("if_true" if e == d else "if_false", term(e) == d, 1, 0, using=[
        pf.compute(term(e) == d if e == d else term(e) != d)]) for e in (1, 2) for d in (1, 2)]  # fmt: skip

    def combined(weights: Term, place: Term) -> list[Fact]:
        """The coordinate of the sum of the weights times the generators."""
        return _two(pf, lam(i, weights(i) * square(i)(place)))

    def each(prove: Callable[[Term], Fact]) -> Fact:
        """What ``prove`` shows of the coordinates 1 and 2, for j from 1 to 2."""
        facts = {d: prove(term(d)) for d in (1, 2)}
        z = integer("z")

        def at(place: Term, bounds: Fact) -> Fact:
            def moved(d: int, same_: Fact) -> Fact:
                pattern = lam(z, point_at(z))
                return pf.step("equality", [pf.symmetric(same_), facts[d]], [pattern])

            return pf.decide(place <= 1, lambda yes: moved(1, pf.arith(place == 1, yes, bounds)),
                             lambda no: moved(2, pf.arith(place == 2, no, bounds)))  # fmt: skip

        return over(pf, 1, term(2), at, "j")

    def point_at(z: Term) -> Term:
        return one(z) == total(i, 1, 2, one(i) * square(i)(z))

    def wrong(claimed: Fact) -> Fact:
        mark = pf.opened
        sum_at = each(lambda d: pf.arith(point_at(d), *combined(one, d), *chosen))
        ones = over(pf, 1, term(2), lambda k, _: pf.both(pf.arith(term(-1) <= 1), pf.arith(term(1) <= 1)), "i")
        corner = PointOfZonotope(one, 2, 2, square)
        inside = pf.restate(pf.witness(body(corner), one, pf.both(ones, sum_at)), corner)
        value = pf.arith(inner(one, one, term(2)) == 2, *_two(pf, lam(j, one(j) * one(j))))
        point = pf.fresh("x", "int->real")
        given = pf.assume(PointOfZonotope(point, 2, 2, square))
        since = pf.opened
        weights, facts = pf.obtain(pf.open_definition(given), "lambda")
        small = [facts.left.apply(d, using=[]) for d in (1, 2)]
        sums = [f for d in (1, 2) for f in (facts.right.apply(d, using=[]), *combined(weights, term(d)))]
        coordinates = [pf.arith(point(d) == weights(d), *sums, *chosen, multipliers=[weights(1), weights(2)])
                       for d in (1, 2)]  # fmt: skip
        low = pf.close(pf.arith(inner(one, point, term(2)) <= 2, *_two(pf, lam(j, one(j) * point(j))), *coordinates,
                                *small), since)  # fmt: skip
        below = pf.general(point, pf.implication(given.formula, low))
        attained = claimed(2, 2, square, one, 2, 1).formula.args[0].args[1].args[1].args[1].args[0]
        there = pf.witness(attained, one, pf.both(inside, value))
        back = claimed.apply(2, 2, square, one, 2, 1, using=[there, below]).right
        whole = pf.witness(back.formula.args[0], one, pf.both(inside, over(
            pf, 1, term(2), lambda k, _: pf.ring(one(k), 1 * one(k)), "j")))  # fmt: skip
        return pf.close(pf.arith(false, pf.modus_ponens(back, whole)), mark)

    return pf.refute(goal, wrong)


@gauge.prove(repaired)
def by_scaling(pf: Proof, goal: Term) -> Fact:
    variables, (some, _, positive, attained, above), conclusion = pf.intro(goal, premises=1)
    n, m, b, r, s, t = variables
    forth, back = conclusion.args
    inverse = pf.lemma("inverse", t, using=[pf.arith(t > 0, positive)])
    y = lam(j, r(j) * (1 / t))
    nonempty = pf.arith(1 <= n + 1, some)

    def multiple_at(k: Term) -> Fact:
        return pf.arith(r(k) == t * y(k), inverse, multipliers=[r(k)])

    small = pf.assume(forth.args[0])
    polar_goal = forth.args[1]
    point = pf.fresh("x", "int->real")
    given = pf.assume(PointOfZonotope(point, n, m, b))
    moved = scaled(pf, nonempty, r, y, point, n, t, lambda k, *_: multiple_at(k))
    bound = above.apply(point, using=[given])
    product = pf.arith(inner(y, point, n) <= 1, pf.arith(t * (1 - inner(y, point, n)) >= 0, moved, bound, small),
                       positive)  # fmt: skip
    in_it = pf.general(point, pf.implication(given.formula, product))
    first = pf.implication(small.formula, pf.witness(polar_goal, y, pf.both(in_it, over(
        pf, 1, n, lambda k, _: multiple_at(k), "j"))))  # fmt: skip
    inside = pf.assume(back.args[0])
    mark = pf.opened
    top, at_top = pf.obtain(attained, "x")
    w, facts = pf.obtain(inside, "y")
    least = facts.left.apply(top, using=[at_top.left])
    moved = scaled(pf, nonempty, r, w, top, n, t, lambda k, *bounds: facts.right.apply(k, using=bounds))
    second = pf.close(pf.arith(s <= t, pf.arith(t * (1 - inner(w, top, n)) >= 0, least, positive), moved,
                               at_top.right), mark)  # fmt: skip
    return pf.conclude(goal, variables, pf.both(first, pf.implication(inside.formula, second)))


def scaled(pf: Proof, some: Fact, r: Term, y: Term, x: Term, n: Term, t: Term,
           each: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
    """<r, x> = t <y, x>, where ``each(k, 1 <= k, k <= n)`` gives r(k) = t y(k); ``some`` is n >= 1."""
    f, g = lam(j, r(j) * x(j)), lam(j, y(j) * x(j))
    multiple = lam(j, t * (y(j) * x(j)))
    first = equal_sums(pf, term(1), n, f, multiple, lambda k, low, high: pf.arith(
        f(k) == multiple(k), each(k, low, high), multipliers=[x(k)]))  # fmt: skip
    factor = sums_scaled(pf).apply(1, n, g, t, using=[some])
    return pf.arith(inner(r, x, n) == t * inner(y, x, n), first, factor)


@gauge.satisfied(repaired)
def a_point(pf: Proof, formula: Term) -> Fact:
    """n = m = 1, the zonotope {0}."""
    zero = lam(j, term(0) * j)
    none = lam(i, j, term(0) * j)
    point = pf.fresh("x", "int->real")

    def value(x: Term) -> Fact:
        products = lam(j, zero(j) * x(j))
        return pf.arith(inner(zero, x, term(1)) == 0, *_one(pf, products))

    inside = PointOfZonotope(zero, 1, 1, none)
    weights = over(pf, 1, term(1), lambda k, _: pf.both(pf.arith(-1 <= zero(k)), pf.arith(zero(k) <= 1)), "i")
    there = pf.restate(pf.witness(body(inside), zero, pf.both(weights, over(pf, 1, term(1), lambda k, _: pf.arith(
        zero(k) == total(i, 1, 1, zero(i) * none(i)(k)), *_one(pf, lam(i, zero(i) * none(i)(k)))), "j"))),
        inside)  # fmt: skip
    above = pf.general(point, under(pf, PointOfZonotope(point, 1, 1, none), lambda _: pf.arith(
        inner(zero, point, term(1)) <= 0, value(point))))  # fmt: skip
    return pf.exhibit(formula, [1, 1, none, zero, 0, 1, zero], there, value(zero), above)


def _one(pf: Proof, f: Term) -> list[Fact]:
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f)]


@gauge.instances
def in_the_square(rng, count):
    """The square [-1, 1]^2: support |u| + |v| at (u, v), gauge max(|p|, |q|) at (p, q)."""
    found = {name: dyadic(rng, count, -4, 4, 4) for name in "uvpq"}
    found["support"] = np.abs(found["u"]) + np.abs(found["v"])
    found["gauge"] = np.maximum(np.abs(found["p"]), np.abs(found["q"]))
    return found


gauge.mutant("half as much", repaired, 2 * (u * p + v * q) <= support * size)
gauge.mutant("strict", repaired, u * p + v * q < support * size)
