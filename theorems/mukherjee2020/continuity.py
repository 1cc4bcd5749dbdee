"""Affine functions of the coordinates change little with them, and so do piecewise linear functions (Definition 3)."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import once
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    every,
    exists,
    false,
    forall,
    implies,
    integer,
    lam,
    minimum,
    negation,
    real,
    some,
    term,
    total,
    vector,
)
from theorems.mukherjee2020.deep_nets import FAMILY, AffineIn
from theorems.mukherjee2020.polyhedra import InPolyhedron, PiecewiseLinear

i, j, r = integer("i"), integer("j"), integer("r")
C, delta, y = real("C"), real("delta"), vector("y")


def near(x: Term, n: Term, point: Term, other: Term, delta: Term) -> Term:
    """The coordinates of two points differ by at most delta."""
    return every(i, 1, n, absolute(x(i)(other) - x(i)(point)) <= delta)


def slow(a: Term, x: Term, n: Term, point: Term, C: Term) -> Term:
    """a changes by at most C delta between the point and others whose coordinates differ by at most delta."""
    return forall(
        y, delta, implies(delta >= 0, near(x, n, point, y, delta), between(-C * delta, a(y) - a(point), C * delta))
    )


@once
def affine_is_slow(pf: Proof) -> Fact:
    """For n >= 0, a affine in x(1), ..., x(n) and a point: some C >= 0 bounds the change of a."""
    a, x, n, point = pf.fresh("a", "V->real"), pf.fresh("x", FAMILY), pf.fresh("n", "int"), pf.fresh("p", "V")
    given = [pf.assume(n >= 0), pf.assume(AffineIn(a, x, n))]
    mark = pf.opened
    _, c, line = pf.obtain(pf.open_definition(given[1]), "beta", "c")
    other, width = pf.fresh("y", "V"), pf.fresh("delta", "real")

    def change(m: Term) -> Term:
        return total(j, 1, m, c(j) * x(j)(other)) - total(j, 1, m, c(j) * x(j)(point))

    def around(m: Term, K: Term) -> Term:
        return forall(
            other,
            width,
            implies(width >= 0, near(x, n, point, other, width), between(-K * width, change(m), K * width)),
        )

    def claim(m: Term) -> Term:
        return implies(m <= n, exists(C, conj(C >= 0, around(m, C))))

    room, close = pf.assume(width >= 0), pf.assume(near(x, n, point, other, width))

    def closed(fact: Fact) -> Fact:
        return pf.general(other, width, pf.implication(room.formula, pf.implication(close.formula, fact)))

    def base() -> Fact:
        bound, zero = pf.assume(term(0) <= n), term(0)
        none = [pf.lemma("sum_empty", 1, 0, lam(j, c(j) * x(j)(at))) for at in (other, point)]
        fact = pf.both(pf.arith(-zero * width <= change(zero), *none), pf.arith(change(zero) <= zero * width, *none))
        return pf.implication(
            bound.formula, pf.witness(claim(zero).args[1], 0, pf.both(pf.arith(zero >= 0), closed(fact)))
        )

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(m + 1 <= n)
        start = pf.opened
        K, known = pf.obtain(here.apply(using=[bound]), "C")
        before = known.right.apply(other, width, using=[room, close])
        G, e = absolute(c(m + 1)), x(m + 1)(other) - x(m + 1)(point)
        small = close.apply(m + 1, using=[pf.arith(1 <= m + 1, low), bound])

        def bounds(t: Term, *facts: Fact) -> list[Fact]:
            cases = pf.lemma("abs", t)
            size = facts[0].formula.args[1] if facts else absolute(t)
            return [pf.by_cases(cases, *[lambda f, g=g: pf.arith(g, f, *facts)] * 2) for g in (-size <= t, t <= size)]

        s, u, k, g = (pf.fresh(name, "real") for name in "sukg")
        assumed = [pf.assume(q) for q in (-g <= s, s <= g, -k <= u, u <= k)]
        product = pf.both(pf.arith(-g * k <= s * u, *assumed), pf.arith(s * u <= g * k, *assumed))
        for premise in reversed(assumed):
            product = pf.implication(premise.formula, product)
        product = pf.general(s, u, k, g, product).apply(
            c(m + 1), e, width, G, using=[*bounds(c(m + 1)), *bounds(e, small)]
        )
        longer = [pf.lemma("sum_step", 1, m, lam(j, c(j) * x(j)(at)), using=[low]) for at in (other, point)]
        more = K + G
        fact = pf.both(
            pf.arith(-more * width <= change(m + 1), before, product, *longer),
            pf.arith(change(m + 1) <= more * width, before, product, *longer),
        )
        sign = pf.by_cases(pf.lemma("abs", c(m + 1)), *[lambda f: pf.arith(G >= 0, f)] * 2)
        found = pf.witness(claim(m + 1).args[1], more, pf.both(pf.arith(more >= 0, known.left, sign), closed(fact)))
        return pf.implication(bound.formula, pf.close(found, start))

    whole = pf.induction("m", 0, claim, base, step).apply(n, using=[given[0], pf.arith(n <= n)])
    K, known = pf.obtain(whole, "C")
    at = known.right.apply(other, width, using=[room, close])
    lines = [line(other), line(point)]
    fact = closed(
        pf.both(
            pf.arith(-K * width <= a(other) - a(point), at, *lines),
            pf.arith(a(other) - a(point) <= K * width, at, *lines),
        )
    )
    fact = pf.witness(exists(C, conj(C >= 0, slow(a, x, n, point, C))), K, pf.both(known.left, fact))
    fact = pf.close(fact, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(a, x, n, point, fact)


@once
def piecewise_linear_is_continuous(pf: Proof) -> Fact:
    """For n >= 0, f piecewise linear in x(1), ..., x(n), a point and epsilon > 0: some delta > 0 keeps f within epsilon
    where the coordinates change by at most delta. One polyhedron after the other: those with the point by their affine
    functions, the others do not come near."""
    f, x, n, point, eps = (
        pf.fresh(*q) for q in (("f", "V->real"), ("x", FAMILY), ("n", "int"), ("p", "V"), ("epsilon", "real"))
    )
    given = [pf.assume(n >= 0), pf.assume(PiecewiseLinear(f, x, n)), pf.assume(eps > 0)]
    mark = pf.opened
    Q, R, h, known = pf.obtain(pf.open_definition(given[1]), "Q", "R", "h")
    many, _, planes, covers = pf.open_definition(known.left).split()
    other = pf.fresh("y", "V")
    q = integer("q")

    def inside(at: Term, t: Term) -> Term:
        return InPolyhedron(at, h(t), R)

    def good(m: Term, d: Term) -> Term:
        kept = every(q, 1, m, implies(inside(other, q), absolute(f(other) - f(point)) <= eps))
        return forall(other, implies(near(x, n, point, other, d), kept))

    def claim(m: Term) -> Term:
        return implies(m <= Q, exists(delta, conj(delta > 0, good(m, delta))))

    def base() -> Fact:
        bound, zero = pf.assume(term(0) <= Q), term(0)
        close = pf.assume(near(x, n, point, other, term(1)))
        none = over(
            pf,
            1,
            zero,
            lambda t, b: pf.anything(
                implies(inside(other, t), absolute(f(other) - f(point)) <= eps), pf.arith(false, b)
            ),
        )
        every_ = pf.general(other, pf.implication(close.formula, none))
        return pf.implication(bound.formula, pf.witness(claim(zero).args[1], 1, pf.both(pf.arith(term(1) > 0), every_)))

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        bound, last = pf.assume(m + 1 <= Q), m + 1
        start = pf.opened
        old, before = pf.obtain(here.apply(using=[bound]), "delta")
        place = [pf.arith(1 <= last, low), bound]
        wanted = claim(last).args[1]

        def shrunk(new: Term, positive: Fact, newest) -> Fact:
            """``newest(close to within new, in the polyhedron)`` proves the bound."""
            d = minimum(old, new)
            cases = pf.lemma("min", old, new)
            facts = [
                pf.by_cases(cases, *[lambda e, g=g: pf.arith(g, e, before.left, positive)] * 2)
                for g in (d > 0, d <= old, d <= new)
            ]
            close = pf.assume(near(x, n, point, other, d))

            def wider(size: Term, less: Fact) -> Fact:
                return over(
                    pf,
                    1,
                    n,
                    lambda t, b: pf.arith(
                        absolute(x(t)(other) - x(t)(point)) <= size, close.apply(t, using=[b.left, b.right]), less
                    ),
                )

            olds = before.right.apply(other, using=[wider(old, facts[1])])
            fresh = wider(new, facts[2])

            def each(t: Term, b: Fact) -> Fact:
                def at_last(no: Fact) -> Fact:
                    there = pf.assume(inside(other, last))
                    proved = pf.implication(there.formula, newest(fresh, there))
                    e = pf.fresh("q", "int")
                    shape = lam(e, implies(inside(other, e), absolute(f(other) - f(point)) <= eps))
                    return pf.step("equality", [pf.arith(last == t, no, b), proved], [shape])

                return pf.decide(t <= m, lambda yes: pf.modus_ponens(olds(t), pf.both(b.left, yes)), at_last)

            kept = pf.general(other, pf.implication(close.formula, over(pf, 1, last, each)))
            return pf.witness(wanted, d, pf.both(facts[0], kept))

        def bound_of(a: Term, affine: Fact) -> tuple[Term, Fact, Term, Fact]:
            """C, C >= 0 and the bound, 1/(C + 1), and its equation."""
            K, slow_ = pf.obtain(affine_is_slow(pf).apply(a, x, n, point, using=[given[0], affine]), "C")
            inverse = pf.lemma("inverse", K + 1, using=[pf.arith(negation(K + 1 == 0), slow_.left)])
            share = pf.arith(1 / (K + 1) > 0, inverse, slow_.left)
            return K, slow_, 1 / (K + 1), pf.both(inverse, share)

        def with_point(yes: Fact) -> Fact:
            a, piece = pf.obtain(pf.open_definition(known.right.apply(last, using=place)), "a")
            K, slow_, unit, share = bound_of(a, piece.left)
            new = eps * unit
            positive = pf.arith(new > 0, given[2], share)
            small = pf.arith(K * new <= eps, share, given[2], pf.arith(new >= 0, positive), multipliers=[eps])

            def newest(close: Fact, there: Fact) -> Fact:
                change = slow_.right.apply(other, new, using=[pf.arith(new >= 0, positive), close])
                values = [
                    pf.modus_ponens(piece.right(other), there),
                    pf.modus_ponens(piece.right(point), yes),
                ]
                return pf.by_cases(
                    pf.lemma("abs", f(other) - f(point)),
                    *[lambda e: pf.arith(absolute(f(other) - f(point)) <= eps, e, change, small, *values)] * 2,
                )

            return shrunk(new, positive, newest)

        def without_point(no: Fact) -> Fact:
            beyond = some(r, 1, R, h(last)(r)(point) < 0)

            def inside_after_all(none: Fact) -> Fact:
                def sign(t: Term, b: Fact) -> Fact:
                    return pf.absurd(
                        h(last)(t)(point) >= 0,
                        lambda e: pf.conflict(
                            pf.witness(beyond, t, pf.both(b, pf.arith(h(last)(t)(point) < 0, e))), none
                        ),
                    )

                whole = pf.restate(over(pf, 1, R, sign), inside(point, last))
                return pf.conflict(whole, no)

            t, side = pf.obtain(pf.absurd(beyond, inside_after_all), "r")
            plane = planes.apply(last, using=place).apply(t, using=[side.left.left, side.left.right])
            K, slow_, unit, share = bound_of(h(last)(t), plane)
            gap = -h(last)(t)(point)
            new = gap * unit / 2
            positive = pf.arith(new > 0, pf.arith(gap * unit > 0, pf.arith(gap > 0, side.right), share))
            small = pf.arith(2 * (K * new) <= gap, share, side.right, positive, multipliers=[gap])

            def newest(close: Fact, there: Fact) -> Fact:
                change = slow_.right.apply(other, new, using=[pf.arith(new >= 0, positive), close])
                value = pf.open_definition(there).apply(t, using=[side.left.left, side.left.right])
                return pf.anything(
                    absolute(f(other) - f(point)) <= eps, pf.arith(false, change, value, small, side.right)
                )

            return shrunk(new, positive, newest)

        fact = pf.decide(inside(point, last), with_point, without_point)
        return pf.implication(bound.formula, pf.close(fact, start))

    whole = pf.induction("m", 0, claim, base, step).apply(Q, using=[pf.arith(Q >= 0, many), pf.arith(Q <= Q)])
    d, kept = pf.obtain(whole, "delta")
    close = pf.assume(near(x, n, point, other, d))
    start = pf.opened
    t, at = pf.obtain(covers(other), "q")
    value = pf.modus_ponens(pf.modus_ponens(kept.right.apply(other, using=[close])(t), at.left), at.right)
    value = pf.general(other, pf.implication(close.formula, pf.close(value, start)))
    wanted = exists(
        delta,
        conj(delta > 0, forall(y, implies(near(x, n, point, y, delta), absolute(f(y) - f(point)) <= eps))),
    )
    fact = pf.close(pf.witness(wanted, d, pf.both(kept.left, value)), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, x, n, point, eps, fact)
