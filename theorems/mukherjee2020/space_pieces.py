"""Derivations about open sets, connected sets and the pieces of functions on an inner-product space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    dot,
    every,
    exists,
    false,
    forall,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    real,
    some,
    term,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import Space, body, for_all, lemma
from theorems.mukherjee2020.zonotopes import AffineOn, Connected, OpenSet, Piece, PieceCount

i, q = integer("i"), integer("q")
S = Space()


# Open sets. A "property" is a function from points to formulas; a set is its lambda term.


def is_open(p: Proof, A: Term, ball: Callable[[Term, Fact], tuple[Term, Fact, Callable[[Term, Fact], Fact]]]) -> Fact:
    """A is open: ``ball(x, A(x))`` gives a radius, the fact that it is positive, and for a point y of the ball
    (``inside(y, |y - x|^2 < radius)``) the fact A(y)."""
    goal = OpenSet(A)
    x, y = p.fresh("x", "V"), p.fresh("y", "V")
    wanted = instance_of(body(goal), x).args[1]

    def around(given: list[Fact], whole: Fact) -> Fact:
        radius, positive, inside = ball(x, whole)
        near = for_all(p, [y], dot(y - x, y - x) < radius, lambda close: inside(y, close[0]))
        return p.witness(wanted, radius, p.both(positive, near))

    return p.restate(p.general(x, given(p, A(x), lambda here: around([], here))), goal)


def given(p: Proof, premise: Term, prove: Callable[[Fact], Fact]) -> Fact:
    """premise => what ``prove`` makes of it."""
    mark = p.opened
    fact = p.assume(premise)
    return p.implication(premise, p.close(prove(fact), mark))


def half_space_ball(p: Proof) -> Fact:
    """forall x, a, c: <x, a> > c => some radius > 0 has <y, a> > c for |y - x|^2 < radius."""
    x, y, a, c = p.fresh("x", "V"), p.fresh("y", "V"), p.fresh("a", "V"), p.fresh("c", "real")
    radius = real("rho")
    goal = exists(radius, conj(radius > 0, forall(y, implies(dot(y - x, y - x) < radius, dot(y, a) > c))))

    def prove(facts: list[Fact]) -> Fact:
        gap = dot(x, a) - c
        size = dot(a, a)
        nonnegative = p.step("gram", [], [a])
        positive = p.arith(gap > 0, facts[0])
        inverse = p.lemma("inverse", 1 + size, using=[p.arith(1 + size > 0, nonnegative)])
        scale = p.arith(1 / (1 + size) > 0, inverse, nonnegative)
        k = gap * (1 / (1 + size))
        step = p.arith(k > 0, positive, scale)
        share = p.arith(k * size + k == gap, inverse, multipliers=[gap])
        rho = k * gap

        def inside(close: list[Fact]) -> Fact:
            h = y - x
            square = p.step("gram", [], [h + k * a])
            product = p.arith(k * (2 * dot(h, a) + gap + k * size) > 0, square, close[0])
            below = p.arith(2 * dot(h, a) + gap + k * size > 0, product, step)
            return p.arith(dot(y, a) > c, below, share, step)

        return p.witness(goal, rho, p.both(p.arith(rho > 0, step, positive), for_all(
            p, [y], dot(y - x, y - x) < rho, inside)))  # fmt: skip

    return p.general(x, a, c, given(p, dot(x, a) > c, lambda fact: prove([fact])))


def half_space_open(p: Proof, balls: Fact, a: Term, c: Any) -> Fact:
    """The set of all r with <r, a> > c is open; ``balls`` is :func:`half_space_ball`."""
    r = p.fresh("r", "V")
    A = lam(r, dot(r, a) > c)

    def ball(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
        radius, known = p.obtain(balls.apply(x, a, c, using=[here]), "rho")
        return radius, known.left, lambda y, close: known.right.apply(y, using=[close])

    return is_open(p, A, ball)


def all_open(p: Proof, Q: Term, count: Term, above: Fact, opens: Fact) -> Fact:
    """The points of Q(1), ..., Q(count), which are open for 1 <= i <= count (``opens``), form an open set."""
    r, x0, y0, rho0 = p.fresh("r", "V"), p.fresh("x", "V"), p.fresh("y", "V"), real("rho")
    A = lam(r, every(i, 1, count, Q(i)(r)))

    def claim(n: Term) -> Term:
        return implies(n <= count, exists(rho0, conj(rho0 > 0, forall(y0, implies(
            dot(y0 - x0, y0 - x0) < rho0, every(i, 1, n, Q(i)(y0)))))))  # fmt: skip

    here = p.assume(A(x0))

    def start(_: Fact) -> Fact:
        goal = claim(term(0)).args[1]
        nothing = for_all(p, [y0], dot(y0 - x0, y0 - x0) < 1, lambda _: over(p, 1, term(0), lambda k, at: p.anything(
            Q(k)(y0), p.arith(false, at))))  # fmt: skip
        return p.witness(goal, 1, p.both(p.arith(term(1) > 0), nothing))

    def step(n: Term, low: Fact, before: Fact) -> Fact:
        last = n + 1
        goal = claim(last).args[1]

        def grow(within: Fact) -> Fact:
            one, old = p.obtain(p.modus_ponens(before, p.arith(n <= count, within)), "rho")
            bounds = p.both(p.arith(1 <= last, low), within)
            two, new = p.obtain(p.modus_ponens(p.open_definition(p.modus_ponens(opens(last), bounds))(x0),
                                               p.modus_ponens(here(last), bounds)), "rho")  # fmt: skip

            def smaller(radius: Term, positive: Fact, first: Fact, second: Fact) -> Fact:
                def inside(close: list[Fact]) -> Fact:
                    olds = p.modus_ponens(old.right(y0), p.arith(dot(y0 - x0, y0 - x0) < one, close[0], first))
                    new_one = p.modus_ponens(new.right(y0), p.arith(dot(y0 - x0, y0 - x0) < two, close[0], second))

                    def each(k: Term, at: Fact) -> Fact:
                        hole = p.fresh("q", "int")
                        return p.decide(
                            k <= n, lambda yes: p.modus_ponens(olds(k), p.both(at.left, yes)),
                            lambda no: transport(p, lam(hole, Q(hole)(y0)), p.arith(last == k, no, at),
                                                 new_one))  # fmt: skip

                    return over(p, 1, last, each)

                return p.witness(
                    goal, radius, p.both(positive, for_all(p, [y0], dot(y0 - x0, y0 - x0) < radius, inside))
                )

            return p.decide(one <= two, lambda yes: smaller(one, old.left, p.arith(one <= one), yes),
                            lambda no: smaller(two, new.left, p.arith(two <= one, no),
                                               p.arith(two <= two)))  # fmt: skip

        return given(p, last <= count, grow)

    found = p.induction("n", 0, claim, given(p, term(0) <= count, start), step).apply(count, using=[
        above, p.arith(count <= count)])  # fmt: skip
    wanted = instance_of(body(OpenSet(A)), x0).args[1]
    return p.restate(p.general(x0, p.implication(here.formula, p.prove(wanted, found))), OpenSet(A))


def both_open(p: Proof, A: Term, B: Term, open_A: Fact, open_B: Fact) -> Fact:
    """The intersection of two open sets is open."""

    def everywhere(_: Space) -> Fact:
        C, D = p.fresh("A", "V->bool"), p.fresh("B", "V->bool")
        return p.general(C, D, given(p, OpenSet(C), lambda one: given(p, OpenSet(D), lambda two: _both_open(
            p, C, D, one, two))))  # fmt: skip

    r = p.fresh("r", "V")
    general = lemma(p, S, "both_open", everywhere)(A, B)
    return p.prove(OpenSet(lam(r, conj(A(r), B(r)))), p.modus_ponens(p.modus_ponens(general, open_A), open_B))


def _both_open(p: Proof, A: Term, B: Term, open_A: Fact, open_B: Fact) -> Fact:
    r = vector("r")
    C = lam(r, conj(A(r), B(r)))

    def ball(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
        one, first = p.obtain(p.modus_ponens(p.open_definition(open_A)(x), here.left), "rho")
        two, second = p.obtain(p.modus_ponens(p.open_definition(open_B)(x), here.right), "rho")
        inverse = p.lemma("inverse", one + two, using=[p.arith(one + two > 0, first.left, second.left)])
        scale = p.arith(1 / (one + two) > 0, inverse, first.left, second.left)
        radius = one * (two * (1 / (one + two)))
        share = p.arith(two * (1 / (one + two)) > 0, second.left, scale)
        other = p.arith(one * (1 / (one + two)) > 0, first.left, scale)
        positive = p.arith(radius > 0, first.left, share)
        small_one = p.arith(radius < one, p.arith(two * (1 / (one + two)) < 1, inverse, other), first.left)
        small_two = p.arith(radius < two, p.arith(one * (1 / (one + two)) < 1, inverse, share), second.left)
        return radius, positive, lambda y, close: p.both(
            p.modus_ponens(first.right(y), p.arith(dot(y - x, y - x) < one, close, small_one)),
            p.modus_ponens(second.right(y), p.arith(dot(y - x, y - x) < two, close, small_two)))  # fmt: skip

    return is_open(p, C, ball)


# Connected sets.


def chain(
    p: Proof, A: Term, x: Term, y: Term, points: Sequence[Term], segments: Sequence[Callable[[Term, Fact], Fact]]
) -> Fact:
    """x and y are joined in A through the points between them; ``segments[k](u, 0 <= u <= 1)`` proves that the point
    (1 - u) z + u z' of the k-th segment lies in A."""
    nodes = [x, *points, y]
    n = len(nodes) - 1
    path: Term = nodes[-1]
    for k in range(n - 1, -1, -1):
        path = where(q <= k, nodes[k], path)
    z = lam(q, path)

    def value(k: int) -> Fact:
        """z(k) = the k-th node."""
        t, steps = z(k), []
        while t.op == "if":
            yes = TABLE.nodes[t.args[0].index]
            del yes
            holds = k <= len(steps)
            fact = p.arith(t.args[0] if holds else negation(t.args[0]))
            steps.append(p.lemma("if_true" if holds else "if_false", *t.args, using=[fact]))
            t = steps[-1].formula.args[1]
            if holds:
                break
        equal = steps[0] if steps else p.ring(z(k), t)
        for s in steps[1:]:
            hole = p.fresh("z", "V")
            equal = transport(p, lam(hole, z(k) == hole), s, equal)
        return equal

    values = [value(k) for k in range(n + 1)]
    u = p.fresh("u", "real")

    def along(k: int, inside: Fact) -> Fact:
        fact = segments[k](u, inside)
        first, second = p.fresh("a", "V"), p.fresh("c", "V")
        fact = transport(p, lam(first, A((1 - u) * first + u * nodes[k + 1])), p.symmetric(values[k]), fact)
        return transport(p, lam(second, A((1 - u) * z(k) + u * second)), p.symmetric(values[k + 1]), fact)

    def each(i: Term, bounds: Fact) -> Fact:
        def from_index(k: int, facts: list[Fact]) -> Fact:
            hole = p.fresh("q", "int")

            def here(is_k: Fact) -> Fact:
                inner = for_all(p, [u], between(0, u, 1), lambda inside: along(k, p.both(*inside)))
                moved = transport(p, lam(hole, forall(u, implies(between(0, u, 1), A(
                    (1 - u) * z(hole) + u * z(hole + 1))))), p.symmetric(is_k), p.prove(
                        forall(u, implies(between(0, u, 1), A((1 - u) * z(term(k)) + u * z(term(k) + 1)))), _same_index(
                            p, A, z, k, u, inner)))  # fmt: skip
                return moved

            if k == n - 1:
                return here(p.arith(i == k, bounds, *facts))
            return p.decide(i <= k, lambda yes: here(p.arith(i == k, bounds, yes, *facts)),
                            lambda no: from_index(k + 1, [*facts, no]))  # fmt: skip

        return from_index(0, [])

    goal = instance_of(body(Connected(A)), x, y).args[1]
    return p.witness(goal, n, z, p.both(p.arith(term(n) >= 0), values[0], values[n], over(p, 0, term(n) - 1, each)))


def _same_index(p: Proof, A: Term, z: Term, k: int, u: Term, inner: Fact) -> Fact:
    """The same segment with its end written z(k + 1)."""
    hole = p.fresh("q", "int")
    return transport(p, lam(hole, forall(u, implies(between(0, u, 1), A((1 - u) * z(k) + u * z(hole))))),
                     p.ring(term(k + 1), term(k) + 1), inner)  # fmt: skip


def mixture_above(p: Proof) -> Fact:
    """forall c, d, e, u: d > c, e > c, 0 <= u <= 1 => (1 - u) d + u e > c."""
    c, d, e, u = (p.fresh(name, "real") for name in "cdeu")

    def prove(facts: list[Fact]) -> Fact:
        goal = (1 - u) * d + u * e > c
        return p.decide(u <= term("1/2"), lambda yes: p.arith(goal, yes, *facts), lambda no: p.arith(goal, no, *facts))

    return for_all(p, [c, d, e, u], conj(d > c, e > c, 0 <= u, u <= 1), prove)


def convex_connected(p: Proof, A: Term, mixed: Callable[[Term, Term, Term, Fact, Fact, Fact], Fact]) -> Fact:
    """A is connected, because it is convex: ``mixed(x, y, u, A(x), A(y), 0 <= u <= 1)`` proves A((1 - u) x + u y)."""
    x, y = p.fresh("x", "V"), p.fresh("y", "V")
    goal = Connected(A)
    premise = instance_of(body(goal), x, y).args[0]
    mark = p.opened
    both = p.assume(premise)
    joined = chain(p, A, x, y, [], [lambda u, inside: mixed(x, y, u, both.left, both.right, inside)])
    return p.restate(p.general(x, y, p.implication(premise, p.close(joined, mark))), goal)


# Pieces.


def gradient(p: Proof) -> Fact:
    """forall B, f, x, a, c, w, d, s: B open with x in it, f(r) = <r, a> + c on B, s (f(r) - <r, w> - d) >= 0 on B with
    equality at x, s not 0 => a = w and c = d."""
    B, f = p.fresh("B", "V->bool"), p.fresh("f", "V->real")
    x, a, w, r = p.fresh("x", "V"), p.fresh("a", "V"), p.fresh("w", "V"), vector("r")
    c, d, s = p.fresh("c", "real"), p.fresh("d", "real"), p.fresh("s", "real")
    premise = conj(OpenSet(B), B(x), forall(r, implies(B(r), f(r) == dot(r, a) + c)),
                   forall(r, implies(B(r), s * (f(r) - dot(r, w) - d) >= 0)), f(x) == dot(x, w) + d,
                   negation(s == 0))  # fmt: skip

    def prove(facts: list[Fact]) -> Fact:
        opened, here, affine, above, touch, nonzero = facts
        radius, ball = p.obtain(p.modus_ponens(p.open_definition(opened)(x), here), "rho")
        h = s * (a - w)
        size = dot(h, h)
        nonnegative = p.step("gram", [], [h])
        bottom = 1 + radius + size
        inverse = p.lemma("inverse", bottom, using=[p.arith(bottom > 0, nonnegative, ball.left)])
        scale = p.arith(1 / bottom > 0, inverse, nonnegative, ball.left)
        tau = radius * (1 / bottom)
        positive = p.arith(tau > 0, ball.left, scale)
        unit = p.arith(size * (1 / bottom) >= 0, nonnegative, scale)
        part = p.arith(radius * (1 / bottom) + size * (1 / bottom) < 1, inverse, scale)
        below_one = p.arith(tau <= 1, part, unit)
        small = p.arith(tau * size < radius, p.arith(size * (1 / bottom) < 1, part, positive), ball.left)
        y = x - tau * h
        product = p.arith(tau * (tau * size) <= tau * size, below_one, p.arith(tau * size >= 0, positive, nonnegative))
        inside = p.modus_ponens(ball.right(y), p.arith(dot(y - x, y - x) < radius, product, small))
        height = p.arith(s * (dot(y, a) + c - dot(y, w) - d) >= 0, p.modus_ponens(above(y), inside), p.modus_ponens(
            affine(y), inside), multipliers=[1, s])  # fmt: skip
        start = p.arith(dot(x, a) + c == dot(x, w) + d, p.modus_ponens(affine(x), here), touch)
        flat = p.arith(tau * size <= 0, height, start, multipliers=[1, s])
        zero = p.arith(size == 0, p.arith(size <= 0, flat, positive), nonnegative)
        gone = p.step("definite", [zero], [h, 0 * h])
        undo = p.lemma("inverse", s, using=[nonzero])
        equal = S.equal(p, a, w, [(1 / s, gone)], [(w - a, undo)])
        hole = p.fresh("v", "V")
        return p.both(equal, p.arith(c == d, start, p.congruent(lam(hole, dot(x, hole)), equal)))

    return p.general(B, f, for_all(p, [x, a, c, w, d, s], premise, prove))


def count_pieces(p: Proof, f: Term, N: Term, count: Fact, P: Term, slope: Term, height: Term, *, there: Fact,
                 opens: Fact,
                 connected: Fact, affine: Fact, apart: Fact, local: Fact, single: Fact) -> Fact:  # fmt: skip
    """PieceCount(f, N), for regions P(1), ..., P(N) with affine functions <r, slope(t)> + height(t).

    For 1 <= t <= N: some point lies in P(t) (``there``), which is open and connected, and f(r) is <r, slope(t)> +
    height(t) on it (``affine``). ``apart``: P(s)(x) and P(t)(x) => s = t, for 1 <= s, t <= N. ``local``: for a set B, x
    in B, a and c: B open and f(r) = <r, a> + c on B => some 1 <= t <= N has P(t)(x), a = slope(t), c = height(t).
    ``single``: for a set B, x, y, s, t: if B is open and connected, every point of B lies in some P(t'), 1 <= t' <= N,
    with slope(t') = slope(s) and height(t') = height(s), and P(s)(x) and P(t)(y) for x and y in B, then s = t.
    """
    goal = PieceCount(f, N)
    B, x, r = p.fresh("B", "V->bool"), p.fresh("x", "V"), vector("r")
    t = p.fresh("t", "int")

    def region(B: Term, x0: Term, in_x0: Fact, open_B: Fact, joined: Fact, affine_B: Fact) -> tuple[Term, Fact, Fact]:
        """The region s that holds x0 in B, as s, (1 <= s <= N and P(s)(x0) ...), and B(x) => P(s)(x)."""
        a, c, value = p.obtain(p.open_definition(affine_B), "v", "c")
        s, facts = p.obtain(local.apply(B, x0, a, c, using=[in_x0, open_B, value]), "t")
        same_a, same_c = facts.right.right.left, facts.right.right.right
        k = integer("k")

        def somewhere(z: Term, in_z: Fact) -> Fact:
            mark = p.opened
            u, at_z = p.obtain(local.apply(B, z, a, c, using=[in_z, open_B, value]), "t")
            slopes = S.equal(p, slope(u), slope(s), [(-1, at_z.right.right.left), (1, same_a)])
            heights = p.arith(height(u) == height(s), at_z.right.right.right, same_c)
            wanted = covered(z, s)
            return p.close(p.witness(wanted, u, p.both(at_z.left, at_z.right.left, slopes, heights)), mark)

        def covered(z: Term, s: Term) -> Term:
            return exists(k, conj(between(1, k, N), P(k)(z), slope(k) == slope(s), height(k) == height(s)))

        z = p.fresh("z", "V")
        all_covered = p.general(z, given(p, B(z), lambda in_z: somewhere(z, in_z)))

        def inside(z: Term, in_z: Fact) -> Fact:
            mark = p.opened
            u, at_z = p.obtain(p.modus_ponens(all_covered(z), in_z), "t")
            equal = single.apply(B, x0, z, s, u, using=[
                open_B, joined, all_covered, in_x0, in_z, facts.left, facts.right.left, at_z.left,
                    at_z.right.left])  # fmt: skip
            hole = p.fresh("q", "int")
            return p.close(transport(p, lam(hole, P(hole)(z)), p.symmetric(equal), at_z.right.left), mark)

        return s, facts, p.general(z, given(p, B(z), lambda in_z: inside(z, in_z)))

    def affine_on(t: Term, bounds: Fact) -> Fact:
        wanted = AffineOn(f, P(t))
        return p.restate(p.witness(body(wanted), slope(t), height(t), p.modus_ponens(affine(t), bounds)), wanted)

    def is_piece(t: Term, bounds: Fact) -> Fact:
        wanted = Piece(P(t), f)
        inhabited, opened, joined = (p.modus_ponens(fact(t), bounds) for fact in (there, opens, connected))
        largest = body(wanted).args[1].args[1].args[1].args[1]
        premise = instance_of(largest, B).args[0]

        def all_inside(facts: list[Fact]) -> Fact:
            open_B, joined_B, affine_B, larger = facts
            x0, in_x0 = p.obtain(inhabited, "x")
            s, facts, inside = region(B, x0, p.modus_ponens(larger(x0), in_x0), open_B, joined_B, affine_B)
            equal = apart.apply(s, t, x0, using=[facts.left, facts.right.left, bounds, in_x0])
            hole = p.fresh("q", "int")
            return transport(p, lam(hole, forall(r, implies(B(r), P(hole)(r)))), equal, inside)

        return p.restate(
            p.both(inhabited, opened, joined, affine_on(t, bounds), for_all(p, [B], premise, all_inside)), wanted
        )

    every_one = over(p, 1, N, is_piece, "t")
    s0, t0 = p.fresh("s", "int"), p.fresh("t", "int")

    def unlike(facts: list[Fact]) -> Fact:
        mark = p.opened
        first, second = p.both(facts[0], p.arith(s0 <= N, *facts)), p.both(p.arith(1 <= t0, *facts), facts[2])
        x0, in_x0 = p.obtain(p.modus_ponens(there(s0), first), "x")
        other = p.refute(P(t0)(x0), lambda bad: p.arith(false, apart.apply(
            s0, t0, x0, using=[first, in_x0, second, bad]), facts[1]))  # fmt: skip
        wanted = exists(x, conj(P(s0)(x), negation(P(t0)(x))))
        return p.close(p.witness(wanted, x0, p.both(in_x0, other)), mark)

    different = for_all(p, [s0, t0], conj(1 <= s0, s0 < t0, t0 <= N), unlike)

    def listed(facts: list[Fact]) -> Fact:
        inhabited, opened, joined, affine_A, largest = (
            facts[0].left, facts[0].right.left, facts[0].right.right.left, facts[0].right.right.right.left,
            facts[0].right.right.right.right)  # fmt: skip
        x0, in_x0 = p.obtain(inhabited, "x")
        s, known, inside = region(B, x0, in_x0, opened, joined, affine_A)
        bounds = known.left
        back = largest.apply(P(s), using=[p.modus_ponens(opens(s), bounds), p.modus_ponens(connected(s), bounds),
                                          affine_on(s, bounds), inside])  # fmt: skip
        z = p.fresh("x", "V")
        same = p.general(z, p.both(inside(z), back(z)))
        wanted = some(t, 1, N, forall(x, conj(implies(B(x), P(t)(x)), implies(P(t)(x), B(x)))))
        return p.witness(wanted, s, p.both(bounds, same))

    each_listed = p.general(B, given(p, Piece(B, f), lambda fact: listed([p.open_definition(fact)])))
    opened_goal = body(goal)
    return p.restate(p.both(count, p.witness(opened_goal.args[1], P, p.both(every_one, different, each_listed))), goal)
