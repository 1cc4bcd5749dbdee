"""Definition 4, the open simplex of breakpoints: for all M > 0 and p >= 1 it has points, is open, and grows with M."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import dyadic
from numerics.terms import (
    Term,
    absolute,
    conj,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    minimum,
    negation,
    real,
    term,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.pwl import Simplex

claim = Claim(
    "mukherjee2020", "definition", "4", section="2.1.1", family="pwl_networks",
    title="open ordered simplex of breakpoints",
    statement=r"""For $M > 0$ and $p \ge 1$ the set $\Delta_M^p$ of all $x \in \mathbb R^p$ with $0 < x_1 < \dots < x_p
    < M$ is not empty, and open; and $\Delta_M^p \subset \Delta_{M'}^p$ for $M < M'$, so that these are not disjoint.
    (In the goal $a_0 = 0$ and $a_{p+1} = M$ are kept beside the point $a_1, \dots, a_p$.)""",
)  # fmt: skip
a, b, p, i, M, larger, delta = (function("a", "int->real"), function("b", "int->real"), integer("p"), integer("i"),
                                real("M"), real("M_2"), real("delta"))  # fmt: skip
close = conj(b(0) == 0, b(p + 1) == M, every(i, 1, p, absolute(b(i) - a(i)) <= delta))
moved_end = lam(i, where(i == p + 1, larger, a(i)))
first, second, move_1, move_2 = real("a_1"), real("a_2"), real("e_1"), real("e_2")  # two breakpoints, and their moves
gap = minimum(first, minimum(second - first, M - second))


def kept(share: int) -> Term:
    """Two breakpoints stay in order where they move by at most this share of the least step."""
    return implies(conj(gap > 0, share * absolute(move_1) <= gap, share * absolute(move_2) <= gap), conj(
        0 < first + move_1, first + move_1 < second + move_2, second + move_2 < M))  # fmt: skip



printed = claim.variant(
    "printed",
    forall(M, p, implies(conj(M > 0, p >= 1), conj(
        exists(a, Simplex(a, p, M)),
        forall(a, implies(Simplex(a, p, M), exists(delta, conj(
            delta > 0, forall(b, implies(close, Simplex(b, p, M))))))),
        forall(a, larger, implies(Simplex(a, p, M), M < larger, Simplex(moved_end, p, larger)))))),
    expect="proved",
    why="Equal steps are a point; the least of the p + 1 steps leaves room for a third of it on both sides.",
    observed=kept(3),
)  # fmt: skip


@claim.prove(printed)
def by_the_least_step(pf: Proof, goal: Term) -> Fact:
    (M, p), (positive, some), conclusion = pf.intro(goal)
    parts = [conclusion.args[0], *conclusion.args[1].args]
    inverse = pf.lemma("inverse", p + 1, using=[pf.arith(negation(p + 1 == 0), some)])
    share = pf.arith(1 / (p + 1) > 0, inverse, some)
    even = lam(i, i * (M * (1 / (p + 1))))
    step = pf.arith(M * (1 / (p + 1)) > 0, positive, share)
    regular = pf.both(pf.arith(even(0) == 0), pf.arith(even(p + 1) == M, inverse, multipliers=[M]), over(
        pf, 0, p, lambda t, _: pf.arith(even(t) < even(t + 1), step)))  # fmt: skip
    point = pf.witness(parts[0], even, pf.restate(regular, Simplex(even, p, M)))

    a = pf.fresh("a", "int->real")
    inside = pf.assume(Simplex(a, p, M))
    start, end, rising = pf.open_definition(inside).split()
    g = real("g")

    def claim_(n: Term) -> Term:
        return implies(n <= p, exists(g, conj(g > 0, every(i, 0, n, a(i + 1) - a(i) >= g))))

    def base() -> Fact:
        bound, zero = pf.assume(term(0) <= p), term(0)
        first = rising.apply(0, using=[pf.arith(zero <= 0), bound])
        width = a(zero + 1) - a(0)

        def each(t: Term, b_: Fact) -> Fact:
            q = pf.fresh("q", "int")
            return pf.step("equality", [pf.arith(zero == t, b_), pf.arith(a(zero + 1) - a(0) >= width)], [
                lam(q, a(q + 1) - a(q) >= width)])  # fmt: skip

        fact = pf.witness(claim_(zero).args[1], width, pf.both(pf.arith(width > 0, first), over(pf, 0, zero, each)))
        return pf.implication(bound.formula, fact)

    def longer(n: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(n + 1 <= p)
        mark = pf.opened
        old, known = pf.obtain(here.apply(using=[bound]), "g")
        last = rising.apply(n + 1, using=[pf.arith(0 <= n + 1, low), bound])
        width = a(n + 1 + 1) - a(n + 1)
        least = minimum(old, width)
        facts = [pf.by_cases(pf.lemma("min", old, width), *[lambda f, e=e: pf.arith(e, f, known.left, last)] * 2)
                 for e in (least > 0, least <= old, least <= width)]  # fmt: skip

        def each(t: Term, b_: Fact) -> Fact:
            def newest(no: Fact) -> Fact:
                q = pf.fresh("q", "int")
                return pf.step("equality", [pf.arith(n + 1 == t, no, b_), pf.arith(width >= least, facts[2])], [
                    lam(q, a(q + 1) - a(q) >= least)])  # fmt: skip

            return pf.decide(t <= n, lambda yes: pf.arith(a(t + 1) - a(t) >= least, known.right.apply(
                t, using=[b_.left, yes]), facts[1]), newest)  # fmt: skip

        fact = pf.witness(claim_(n + 1).args[1], least, pf.both(facts[0], over(pf, 0, n + 1, each)))
        return pf.implication(bound.formula, pf.close(fact, mark))

    whole = pf.induction("n", 0, claim_, base, longer).apply(p, using=[pf.arith(p >= 0, some), pf.arith(p <= p)])
    mark = pf.opened
    room, steps = pf.obtain(whole, "g")
    b = pf.fresh("b", "int->real")
    radius = room / 3
    near = pf.assume(conj(b(0) == 0, b(p + 1) == M, every(i, 1, p, absolute(b(i) - a(i)) <= radius)))
    begins, ends, between = near.left, near.right.left, near.right.right

    def moved(t: Term, low: Fact, high: Fact) -> Fact:
        """b(t) is within the radius of a(t), for 0 <= t <= p + 1."""
        goal_ = conj(b(t) - a(t) <= radius, a(t) - b(t) <= radius)

        def at(index: Term, value: Fact, other: Fact, equal: Fact) -> Fact:
            q = pf.fresh("q", "int")
            same = pf.arith(b(index) - a(index) == 0, value, other)
            same = pf.step("equality", [equal, same], [lam(q, b(q) - a(q) == 0)])
            return pf.both(*(pf.arith(e, same, steps.left) for e in goal_.args))

        def later(no: Fact) -> Fact:
            def last(after: Fact) -> Fact:
                return at(p + 1, ends, end, pf.arith(p + 1 == t, after, high))

            def inner(yes: Fact) -> Fact:
                size = between.apply(t, using=[pf.arith(1 <= t, no, low), yes])
                return pf.both(*(pf.by_cases(pf.lemma("abs", b(t) - a(t)), *[lambda f, e=e: pf.arith(
                    e, f, size)] * 2) for e in goal_.args))  # fmt: skip

            return pf.decide(t <= p, inner, last)

        return pf.decide(t <= 0, lambda yes: at(term(0), begins, start, pf.arith(term(0) == t, yes, low)), later)

    def still(t: Term, bounds: Fact) -> Fact:
        first = moved(t, bounds.left, pf.arith(t <= p + 1, bounds))
        second = moved(t + 1, pf.arith(0 <= t + 1, bounds), pf.arith(t + 1 <= p + 1, bounds))
        step_ = steps.right.apply(t, using=[bounds.left, bounds.right])
        return pf.arith(b(t) < b(t + 1), first, second, step_, steps.left)

    ordered = pf.restate(pf.both(begins, ends, over(pf, 0, p, still)), Simplex(b, p, M))
    every_b = pf.general(b, pf.implication(near.formula, ordered))
    nearby = conj(b(0) == 0, b(p + 1) == M, every(i, 1, p, absolute(b(i) - a(i)) <= delta))
    wanted = exists(delta, conj(delta > 0, forall(b, implies(nearby, Simplex(b, p, M)))))
    opened = pf.close(pf.witness(wanted, radius, pf.both(pf.arith(radius > 0, steps.left), every_b)), mark)
    is_open = pf.general(a, pf.implication(inside.formula, opened))

    big = pf.fresh("M", "real")
    more = pf.assume(M < big)
    new = lam(i, where(i == p + 1, big, a(i)))

    def old_value(t: Term, side: Fact) -> Fact:
        return pf.lemma("if_false", *new(t).args, using=[side])

    last = pf.lemma("if_true", *new(p + 1).args, using=[pf.ring(p + 1, p + 1)])
    first = pf.arith(new(0) == 0, old_value(term(0), pf.arith(negation(term(0) == p + 1), some)), start)

    def rises(t: Term, bounds: Fact) -> Fact:
        here = old_value(t, pf.arith(negation(t == p + 1), bounds))
        up = rising.apply(t, using=[bounds.left, bounds.right])

        def at_end(yes: Fact) -> Fact:
            top = pf.lemma("if_true", *new(t + 1).args, using=[yes])
            q = pf.fresh("q", "int")
            same = pf.step("equality", [pf.symmetric(yes), end], [lam(q, a(q) == M)])
            return pf.arith(new(t) < new(t + 1), here, up, top, same, more)

        return pf.decide(t + 1 == p + 1, at_end, lambda no: pf.arith(
            new(t) < new(t + 1), here, up, old_value(t + 1, no)))  # fmt: skip

    grown = pf.restate(pf.both(first, last, over(pf, 0, p, rises)), Simplex(new, p, big))
    nested = pf.general(a, big, pf.implication(inside.formula, pf.implication(more.formula, grown)))
    return pf.conclude(goal, [M, p], pf.both(point, is_open, nested))


@claim.satisfied(printed)
def one_point(pf: Proof, formula: Term) -> Fact:
    """M = 1 and p = 1."""
    return pf.exhibit(formula, [1, 1])


@claim.instances
def two_breakpoints(rng, count):
    """Two dyadic breakpoints in order, and moves of at most the least step."""
    low, step, rest = (dyadic(rng, count, 1 / 16, 4, 4) for _ in range(3))
    least = np.minimum(np.minimum(low, step), rest)
    moves = {name: least * rng.integers(-8, 9, size=count) / 8 for name in ("e_1", "e_2")}
    return {"a_1": low, "a_2": low + step, "M": low + step + rest, **moves}


two_breakpoints.free = {"a_1", "a_2", "M", "e_1", "e_2"}
claim.mutant("by half of the least step", printed, kept(2))
claim.mutant("by all of it", printed, kept(1))
