"""A function that is affine on each of Q polyhedra that cover the space has at most Q open pieces (Definition 3)."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sums import once
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    dot,
    either,
    every,
    exists,
    false,
    forall,
    function,
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
)
from theorems.mukherjee2020.space_pieces import both_open, gradient, half_space_ball, half_space_open, is_open
from theorems.mukherjee2020.zonotopes import AffineOn, Connected, OpenSet, Piece

i, q, r = integer("i"), integer("q"), integer("r")
x, y = vector("x"), vector("y")
SET = "V->bool"


def polyhedron(w: Term, c: Term, R: Term) -> Term:
    """The set of all points x with <x, w(r)> + c(r) >= 0 for 1 <= r <= R."""
    return lam(x, every(r, 1, R, dot(x, w(r)) + c(r) >= 0))


def within(A: Term, B: Term) -> Term:
    """A is a part of B."""
    return forall(x, implies(A(x), B(x)))


def interior(w: Term, c: Term, R: Term) -> Term:
    """The points that have an open set around them inside the polyhedron."""
    B = function("B", SET)
    return lam(x, exists(B, conj(OpenSet(B), B(x), within(B, polyhedron(w, c, R)))))


@once
def interior_open(pf: Proof) -> Fact:
    """forall w, c, R: the interior of the polyhedron is open."""
    w, c, R = pf.fresh("w", "int->V"), pf.fresh("c", "int->real"), pf.fresh("R", "int")
    inner = interior(w, c, R)

    def ball(point: Term, here: Fact):
        B, known = pf.obtain(here, "B")
        opened, there, inside = known.split()
        radius, close = pf.obtain(pf.modus_ponens(pf.open_definition(opened)(point), there), "rho")
        return (
            radius,
            close.left,
            lambda z, near: pf.witness(inner(z), B, pf.both(opened, pf.modus_ponens(close.right(z), near), inside)),
        )

    return pf.general(w, c, R, is_open(pf, inner, ball))


@once
def interior_connected(pf: Proof) -> Fact:
    """forall w, c, R: the interior of the polyhedron is connected, since it is convex."""
    w, c, R = pf.fresh("w", "int->V"), pf.fresh("c", "int->real"), pf.fresh("R", "int")
    inner = interior(w, c, R)
    a, b, u = pf.fresh("x", "V"), pf.fresh("y", "V"), pf.fresh("u", "real")
    both = pf.assume(conj(inner(a), inner(b)))
    range_ = pf.assume(between(0, u, 1))
    goal = inner((1 - u) * a + u * b)

    def mixed() -> Fact:
        mark = pf.opened
        first, known = pf.obtain(both.left, "B")
        second, known2 = pf.obtain(both.right, "B")
        opened, there, inside = known.split()
        opened2, there2, inside2 = known2.split()
        at_b = pf.modus_ponens(inside2(b), there2)

        def strict(less: Fact) -> Fact:
            k = 1 / (1 - u)
            inverse = pf.lemma("inverse", 1 - u, using=[pf.arith(negation(1 - u == 0), less)])
            share = pf.arith(k > 0, inverse, less)
            back = lam(x, k * x - (k * u) * b)
            moved = lam(x, first(back(x)))

            def ball(point: Term, here: Fact):
                radius, close = pf.obtain(pf.modus_ponens(pf.open_definition(opened)(back(point)), here), "rho")
                size = radius * ((1 - u) * (1 - u))
                positive = pf.arith(size > 0, close.left, pf.arith((1 - u) * (1 - u) > 0, less))

                def inner_(z: Term, near: Fact) -> Fact:
                    d = dot(z - point, z - point)
                    scaled = pf.arith(k * k * (size - d) > 0, pf.arith(size - d > 0, near), pf.arith(k * k > 0, share))
                    exact = pf.arith(k * k * size == radius, inverse, multipliers=[radius * k * (1 - u), radius])
                    e = back(z) - back(point)
                    return pf.modus_ponens(
                        close.right(back(z)), pf.arith(dot(e, e) < radius, scaled, exact, pf.ring(dot(e, e), k * k * d))
                    )

                return size, positive, inner_

            open_ = is_open(pf, moved, ball)
            middle = (1 - u) * a + u * b
            same = vector_equal(pf, back(middle), a, [(k * (1 - u) == 1, inverse)], u, k, a, b)
            hole = pf.fresh("v", "V")
            lies = pf.step("equality", [pf.symmetric(same), there], [lam(hole, first(hole))])
            z = pf.fresh("z", "V")
            given = pf.assume(moved(z))

            def plane(t: Term, bounds: Fact) -> Fact:
                one = pf.modus_ponens(inside(back(z)), given)(t)
                one = pf.modus_ponens(one, bounds)
                two = pf.modus_ponens(at_b(t), bounds)
                goal_ = dot(z, w(t)) + c(t) >= 0
                parts = [
                    pf.arith((1 - u) * (dot(back(z), w(t)) + c(t)) >= 0, one, less),
                    pf.arith(u * (dot(b, w(t)) + c(t)) >= 0, two, range_),
                ]
                split = pf.arith(
                    (1 - u) * dot(back(z), w(t)) == dot(z, w(t)) - u * dot(b, w(t)),
                    inverse,
                    multipliers=[dot(z, w(t)), u * dot(b, w(t))],
                )
                return pf.arith(goal_, *parts, split)

            whole = pf.general(z, pf.implication(given.formula, over(pf, 1, R, plane)))
            return pf.witness(goal, moved, pf.both(open_, lies, whole))

        def last(no: Fact) -> Fact:
            one = pf.arith(u == 1, no, range_)
            hole = pf.fresh("t", "real")
            at_end = pf.step(
                "equality",
                [pf.ring(b, (1 - term(1)) * a + 1 * b), there2],
                [lam(tip := pf.fresh("v", "V"), second(tip))],
            )
            moved = pf.step("equality", [pf.symmetric(one), at_end], [lam(hole, second((1 - hole) * a + hole * b))])
            return pf.witness(goal, second, pf.both(opened2, moved, inside2))

        return pf.close(pf.decide(u < 1, strict, last), mark)

    fact = pf.general(u, pf.implication(range_.formula, mixed()))
    z = lam(i, where(i <= 0, a, b))
    zero = pf.lemma("if_true", *z(0).args, using=[pf.arith(term(0) <= 0)])
    one = pf.lemma("if_false", *z(1).args, using=[pf.arith(negation(term(1) <= 0))])

    def segment(t: Term, bounds: Fact) -> Fact:
        at_zero = pf.arith(term(0) == t, bounds)
        e = pf.fresh("q", "int")
        f1, f2 = pf.fresh("v", "V"), pf.fresh("v", "V")
        v = real("u")
        start = pf.step(
            "equality",
            [pf.symmetric(zero), fact],
            [lam(f1, forall(v, implies(between(0, v, 1), inner((1 - v) * f1 + v * b))))],
        )
        end = pf.lemma("if_false", *z(term(0) + 1).args, using=[pf.arith(negation(term(0) + 1 <= 0))])
        start = pf.step(
            "equality",
            [pf.symmetric(end), start],
            [lam(f2, forall(v, implies(between(0, v, 1), inner((1 - v) * z(0) + v * f2))))],
        )
        return pf.step(
            "equality",
            [at_zero, start],
            [lam(e, forall(v, implies(between(0, v, 1), inner((1 - v) * z(e) + v * z(e + 1)))))],
        )

    wanted = instance_of(body(Connected(inner)), a, b).args[1]
    joined = pf.witness(wanted, 1, z, pf.both(pf.arith(term(1) >= 0), zero, one, over(pf, 0, term(1) - 1, segment)))
    whole = pf.restate(pf.general(a, b, pf.implication(both.formula, joined)), Connected(inner))
    return pf.general(w, c, R, whole)


def vector_equal(pf: Proof, left: Term, right: Term, known, u: Term, k: Term, a: Term, b: Term) -> Fact:
    """k ((1 - u) a + u b) - k u b = a, from k (1 - u) = 1."""
    e = left - right
    zero = pf.arith(dot(e, e) == 0, known[0][1], multipliers=[(k * (1 - u) - 1) * dot(a, a), dot(a, a)])
    flat = pf.step("definite", [zero], [e, 0 * e])
    hole = pf.fresh("v", "V")
    moved = pf.step("equality", [flat, pf.ring(left, right + e)], [lam(hole, left == right + hole)])
    return pf.step("equality", [pf.ring(right + 0 * e, right), moved], [lam(hole, left == hole)])


@once
def union_connected(pf: Proof) -> Fact:
    """forall A, B, b: if A and B are connected and b lies in both, their union is connected."""
    A, B, b = pf.fresh("A", SET), pf.fresh("B", SET), pf.fresh("b", "V")
    given = [pf.assume(f) for f in (Connected(A), Connected(B), A(b), B(b))]
    both = lam(x, either(A(x), B(x)))
    goal = body(Connected(both))

    def path(C: Term, known: Fact, start: Term, end: Term, inside: Fact):
        return pf.obtain(pf.modus_ponens(pf.open_definition(known)(start, end), inside), "n", "z")

    def member(C: Term, point: Term, fact: Fact) -> Fact:
        return pf.or_intro(both(point), fact)

    def through(
        C: Term, D: Term, known: Fact, other: Fact, start: Term, end: Term, in_C: Fact, in_D: Fact, b_C: Fact, b_D: Fact
    ) -> Fact:
        """Start in C, end in D."""
        mark = pf.opened
        n1, z1, first = path(C, known, start, b, pf.both(in_C, b_C))
        n2, z2, second = path(D, other, b, end, pf.both(b_D, in_D))
        low1, s1, e1, seg1 = first.split()
        low2, s2, e2, seg2 = second.split()
        z = lam(i, where(i <= n1, z1(i), z2(i - n1)))

        def value(t: Term, early: bool, side: Fact) -> Fact:
            return pf.lemma("if_true" if early else "if_false", *z(t).args, using=[side])

        begin = value(term(0), True, low1)
        begin = pf.step("equality", [s1, begin], [lam(h0 := pf.fresh("v", "V"), z(0) == h0)])

        def finish() -> Fact:
            def later(yes: Fact) -> Fact:
                end_ = value(n1 + n2, False, pf.arith(negation(n1 + n2 <= n1), yes))
                moved = transport(
                    pf, lam(h := pf.fresh("q", "int"), z(n1 + n2) == z2(h)), pf.ring(n1 + n2 - n1, n2), end_
                )
                return pf.step("equality", [e2, moved], [lam(h2 := pf.fresh("v", "V"), z(n1 + n2) == h2)])

            def none(no: Fact) -> Fact:
                zero = pf.arith(n2 == 0, no, low2)
                end_ = value(n1 + n2, True, pf.arith(n1 + n2 <= n1, zero))
                moved = transport(
                    pf, lam(h := pf.fresh("q", "int"), z(n1 + n2) == z1(h)), pf.arith(n1 + n2 == n1, zero), end_
                )
                moved = pf.step("equality", [e1, moved], [lam(h2 := pf.fresh("v", "V"), z(n1 + n2) == h2)])
                moved = pf.step(
                    "equality", [pf.symmetric(s2), moved], [lam(h3 := pf.fresh("v", "V"), z(n1 + n2) == h3)]
                )
                moved = transport(
                    pf, lam(h4 := pf.fresh("q", "int"), z(n1 + n2) == z2(h4)), pf.arith(term(0) == n2, zero), moved
                )
                return pf.step("equality", [e2, moved], [lam(h5 := pf.fresh("v", "V"), z(n1 + n2) == h5)])

            return pf.decide(n2 >= 1, later, none)

        finished = finish()
        v = pf.fresh("u", "real")

        def segment(t: Term, bounds: Fact) -> Fact:
            inside = pf.assume(between(0, v, 1))

            def moved(fact: Fact, E: Term, from_: Term, to_: Term, left: Fact, right: Fact) -> Fact:
                g, h = pf.fresh("v", "V"), pf.fresh("v", "V")
                fact = pf.step("equality", [pf.symmetric(left), fact], [lam(g, E((1 - v) * g + v * to_))])
                fact = pf.step("equality", [pf.symmetric(right), fact], [lam(h, E((1 - v) * z(t) + v * h))])
                return pf.implication(inside.formula, member(E, (1 - v) * z(t) + v * z(t + 1), fact))

            def early(yes: Fact) -> Fact:
                fact = pf.modus_ponens(
                    pf.modus_ponens(seg1(t), pf.both(bounds.left, pf.arith(t <= n1 - 1, yes)))(v), inside
                )
                return moved(fact, C, z1(t), z1(t + 1), value(t, True, pf.arith(t <= n1, yes)), value(t + 1, True, yes))

            def late(no: Fact) -> Fact:
                s = t - n1
                here = pf.both(pf.arith(0 <= s, no), pf.arith(s <= n2 - 1, bounds))
                fact = pf.modus_ponens(pf.modus_ponens(seg2(s), here)(v), inside)
                right = value(t + 1, False, no)
                right = transport(
                    pf, lam(h := pf.fresh("q", "int"), z(t + 1) == z2(h)), pf.ring(t + 1 - n1, s + 1), right
                )

                def at_joint(yes: Fact) -> Fact:
                    same = pf.arith(n1 == t, yes, no)
                    left = value(t, True, yes)
                    left = transport(
                        pf, lam(h := pf.fresh("q", "int"), z(t) == z1(h)), pf.arith(t == n1, yes, no), left
                    )
                    left = pf.step("equality", [e1, left], [lam(h2 := pf.fresh("v", "V"), z(t) == h2)])
                    left = pf.step("equality", [pf.symmetric(s2), left], [lam(h3 := pf.fresh("v", "V"), z(t) == h3)])
                    return transport(
                        pf, lam(h4 := pf.fresh("q", "int"), z(t) == z2(h4)), pf.arith(term(0) == s, same), left
                    )

                left = pf.decide(t <= n1, at_joint, lambda after: value(t, False, after))
                return moved(fact, D, z2(s), z2(s + 1), left, right)

            return pf.general(v, pf.decide(t + 1 <= n1, early, late))

        wanted = instance_of(goal, start, end).args[1]
        found = pf.witness(
            wanted,
            n1 + n2,
            z,
            pf.both(pf.arith(n1 + n2 >= 0, low1, low2), begin, finished, over(pf, 0, n1 + n2 - 1, segment)),
        )
        return pf.close(found, mark)

    a, e = pf.fresh("x", "V"), pf.fresh("y", "V")
    ends = pf.assume(conj(both(a), both(e)))
    of_A, of_B = (A, given[0], given[2]), (B, given[1], given[3])

    def joined(first, second, in_first: Fact, in_second: Fact) -> Fact:
        return through(first[0], second[0], first[1], second[1], a, e, in_first, in_second, first[2], second[2])

    fact = pf.by_cases(
        ends.left,
        lambda f: pf.by_cases(ends.right, lambda g: joined(of_A, of_A, f, g), lambda g: joined(of_A, of_B, f, g)),
        lambda f: pf.by_cases(ends.right, lambda g: joined(of_B, of_A, f, g), lambda g: joined(of_B, of_B, f, g)),
    )
    fact = pf.restate(pf.general(a, e, pf.implication(ends.formula, fact)), Connected(both))
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(A, B, b, fact)


@once
def piece_contains(pf: Proof) -> Fact:
    """forall f, A, C, B: a piece A of f contains an open connected set C over which f is affine, if an open set B with
    points lies in both: f is the same affine function on their union."""
    f = pf.fresh("f", "V->real")
    A, C, B = (pf.fresh(name, SET) for name in "ACB")
    point = pf.fresh("x", "V")
    given = [
        pf.assume(e)
        for e in (
            Piece(A, f),
            OpenSet(C),
            Connected(C),
            AffineOn(f, C),
            OpenSet(B),
            B(point),
            within(B, A),
            within(B, C),
        )
    ]
    mark = pf.opened
    _, open_A, connected, affine, largest = pf.open_definition(given[0]).split()
    a, c, on_A = pf.obtain(pf.open_definition(affine), "v", "c")
    w, d, on_C = pf.obtain(pf.open_definition(given[3]), "v", "c")
    z = pf.fresh("r", "V")
    there = pf.assume(B(z))
    first, second = (
        pf.modus_ponens(on(z), pf.modus_ponens(part(z), there)) for on, part in ((on_A, given[6]), (on_C, given[7]))
    )
    line = pf.general(z, pf.implication(there.formula, first))
    flat = pf.general(z, pf.implication(there.formula, pf.arith(1 * (f(z) - dot(z, w) - d) >= 0, second)))
    touch = pf.modus_ponens(on_C(point), pf.modus_ponens(given[7](point), given[5]))
    same = gradient_once(pf).apply(
        B, f, point, a, c, w, d, 1, using=[given[4], given[5], line, flat, touch, pf.arith(negation(term(1) == 0))]
    )
    union = lam(x, either(A(x), C(x)))

    joined = union_connected(pf).apply(
        A,
        C,
        point,
        using=[
            connected,
            given[2],
            pf.modus_ponens(given[6](point), given[5]),
            pf.modus_ponens(given[7](point), given[5]),
        ],
    )
    opened = union_open(pf).apply(A, C, using=[open_A, given[1]])
    inside = pf.assume(union(z))
    hole = pf.fresh("v", "V")

    def from_C(member: Fact) -> Fact:
        value = pf.modus_ponens(on_C(z), member)
        slope = pf.congruent(lam(hole, dot(z, hole)), same.left)
        return pf.arith(f(z) == dot(z, a) + c, value, slope, same.right)

    value = pf.by_cases(inside, lambda member: pf.modus_ponens(on_A(z), member), from_C)
    goal = AffineOn(f, union)
    straight = pf.restate(pf.witness(body(goal), a, c, pf.general(z, pf.implication(inside.formula, value))), goal)
    here = pf.assume(A(z))
    larger = pf.general(z, pf.implication(here.formula, pf.or_intro(union(z), here)))
    whole = pf.modus_ponens(largest(union), pf.both(opened, joined, straight, larger))
    member = pf.assume(C(z))
    fact = pf.general(z, pf.implication(member.formula, pf.modus_ponens(whole(z), pf.or_intro(union(z), member))))
    fact = pf.close(fact, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, A, C, B, point, fact)


@once
def gradient_once(pf: Proof) -> Fact:
    """The lemma of that name, once in a proof."""
    return gradient(pf)


@once
def balls(pf: Proof) -> Fact:
    """Half-spaces contain balls around their points."""
    return half_space_ball(pf)


@once
def union_open(pf: Proof) -> Fact:
    """forall A, C: the union of two open sets is open."""
    A, C = pf.fresh("A", SET), pf.fresh("C", SET)
    given = [pf.assume(OpenSet(A)), pf.assume(OpenSet(C))]
    union = lam(x, either(A(x), C(x)))
    goal = OpenSet(union)
    a = pf.fresh("x", "V")
    here = pf.assume(union(a))
    wanted = instance_of(body(goal), a).args[1]

    def near(known: Fact, member: Fact) -> Fact:
        mark = pf.opened
        radius, close = pf.obtain(pf.modus_ponens(pf.open_definition(known)(a), member), "rho")
        z = pf.fresh("y", "V")
        inside = pf.assume(dot(z - a, z - a) < radius)
        fact = pf.general(
            z, pf.implication(inside.formula, pf.or_intro(union(z), pf.modus_ponens(close.right(z), inside)))
        )
        return pf.close(pf.witness(wanted, radius, pf.both(close.left, fact)), mark)

    fact = pf.by_cases(here, lambda e: near(given[0], e), lambda e: near(given[1], e))
    fact = pf.restate(pf.general(a, pf.implication(here.formula, fact)), goal)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(A, C, fact)


def has_open_part(A: Term, K: Term) -> Term:
    """An open set with points lies in A and in K."""
    B = function("B", SET)
    return exists(B, x, conj(OpenSet(B), B(x), within(B, A), within(B, K)))


@once
def meets_a_polyhedron(pf: Proof) -> Fact:
    """forall w, c, Q, R, A: if Q >= 0 polyhedra cover the space, an open set A with points has an open part in one of
    them: else open parts of A avoid one after the other."""
    w, c = pf.fresh("w", "int->int->V"), pf.fresh("c", "int->int->real")
    Q, R, A, start = pf.fresh("Q", "int"), pf.fresh("R", "int"), pf.fresh("A", SET), pf.fresh("x", "V")
    K = lam(q, x, polyhedron(w(q), c(q), R)(x))
    given = [pf.assume(f) for f in (Q >= 0, forall(x, some(q, 1, Q, K(q)(x))), OpenSet(A), A(start))]
    B = function("B", SET)

    def avoids(C: Term, m: Term) -> Term:
        return forall(x, implies(C(x), every(q, 1, m, negation(K(q)(x)))))

    found = some(q, 1, Q, has_open_part(A, K(q)))

    def claim(m: Term) -> Term:
        return implies(m <= Q, either(found, exists(B, x, conj(OpenSet(B), B(x), within(B, A), avoids(B, m)))))

    def base() -> Fact:
        bound, zero, z = pf.assume(term(0) <= Q), term(0), pf.fresh("x", "V")
        here = pf.assume(A(z))
        whole = pf.general(z, pf.implication(here.formula, here))
        none = over(pf, 1, zero, lambda t, b: pf.anything(negation(K(t)(z)), pf.arith(false, b)))
        empty = pf.general(z, pf.implication(here.formula, none))
        goal = claim(zero).args[1]
        fact = pf.witness(goal.args[1], A, start, pf.both(given[2], given[3], whole, empty))
        return pf.implication(bound.formula, pf.or_intro(goal, fact))

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        bound, last = pf.assume(m + 1 <= Q), m + 1
        goal = claim(last).args[1]

        def going_on(rest: Fact) -> Fact:
            C, point, known = pf.obtain(rest, "B", "x")
            opened, member, inside, away = known.split()
            outside = exists(x, conj(C(x), negation(K(last)(x))))

            def leave(out: Fact) -> Fact:
                z, off = pf.obtain(out, "x")
                beyond = some(r, 1, R, dot(z, w(last)(r)) + c(last)(r) < 0)

                def none(no: Fact) -> Fact:
                    def plane(t: Term, b: Fact) -> Fact:
                        return pf.absurd(
                            dot(z, w(last)(t)) + c(last)(t) >= 0,
                            lambda e: pf.conflict(
                                pf.witness(beyond, t, pf.both(b, pf.arith(dot(z, w(last)(t)) + c(last)(t) < 0, e))), no
                            ),
                        )

                    return pf.conflict(over(pf, 1, R, plane), off.right)

                t, side = pf.obtain(pf.absurd(beyond, none), "r")
                normal, level = -1 * w(last)(t), c(last)(t)
                half = lam(x, dot(x, normal) > level)
                cut = lam(x, conj(C(x), half(x)))
                open_cut = both_open(pf, C, half, opened, half_space_open(pf, balls(pf), normal, level))
                at_z = pf.both(off.left, pf.arith(half(z), side.right))
                v = pf.fresh("x", "V")
                there = pf.assume(cut(v))
                in_A = pf.general(v, pf.implication(there.formula, pf.modus_ponens(inside(v), there.left)))

                def avoided(e: Term, b: Fact) -> Fact:
                    def newest(no: Fact) -> Fact:
                        same = pf.arith(last == e, no, b)
                        hole = pf.fresh("q", "int")

                        def wrong(inside_: Fact) -> Fact:
                            value = pf.modus_ponens(inside_(t), side.left)
                            return pf.arith(false, value, there.right)

                        fact = pf.refute(K(last)(v), wrong)
                        return pf.step("equality", [same, fact], [lam(hole, negation(K(hole)(v)))])

                    return pf.decide(
                        e <= m,
                        lambda yes: pf.modus_ponens(pf.modus_ponens(away(v), there.left)(e), pf.both(b.left, yes)),
                        newest,
                    )

                clear = pf.general(v, pf.implication(there.formula, over(pf, 1, last, avoided)))
                fact = pf.witness(goal.args[1], cut, z, pf.both(open_cut, at_z, in_A, clear))
                return pf.or_intro(goal, fact)

            def stay(no: Fact) -> Fact:
                v = pf.fresh("x", "V")
                there = pf.assume(C(v))
                lies = pf.absurd(K(last)(v), lambda e: pf.conflict(pf.witness(outside, v, pf.both(there, e)), no))
                whole = pf.general(v, pf.implication(there.formula, lies))
                part = pf.witness(has_open_part(A, K(last)), C, point, pf.both(opened, member, inside, whole))
                place = pf.both(pf.arith(1 <= last, low), bound)
                return pf.or_intro(goal, pf.witness(found, last, pf.both(place, part)))

            return pf.decide(outside, leave, stay)

        fact = pf.by_cases(pf.modus_ponens(here, pf.arith(m <= Q, bound)), lambda e: pf.or_intro(goal, e), going_on)
        return pf.implication(bound.formula, fact)

    whole = pf.induction("m", 0, claim, base, step).apply(Q, using=[given[0], pf.arith(Q <= Q)])

    def nowhere(rest: Fact) -> Fact:
        _, point, known = pf.obtain(rest, "B", "x")
        _, member, _, away = known.split()
        t, inside = pf.obtain(given[1](point), "q")
        off = pf.modus_ponens(pf.modus_ponens(away(point), member)(t), inside.left)
        return pf.anything(found, pf.conflict(inside.right, off))

    fact = pf.by_cases(whole, lambda e: e, nowhere)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(w, c, Q, R, A, start, fact)


@once
def few_pieces(pf: Proof) -> Fact:
    """forall f, w, c, Q, R, a, b: if Q >= 0 polyhedra cover the space and f is <x, a(q)> + b(q) on the q-th one, then N
    different pieces of f are at most Q: each has an open part in a polyhedron, and no two in the same one."""
    f, w, c = pf.fresh("f", "V->real"), pf.fresh("w", "int->int->V"), pf.fresh("c", "int->int->real")
    Q, R, N = pf.fresh("Q", "int"), pf.fresh("R", "int"), pf.fresh("N", "int")
    a, b, P = pf.fresh("a", "int->V"), pf.fresh("b", "int->real"), pf.fresh("P", "int->V->bool")
    K = lam(q, x, polyhedron(w(q), c(q), R)(x))
    j = integer("j")
    given = [
        pf.assume(e)
        for e in (
            Q >= 0,
            forall(x, some(q, 1, Q, K(q)(x))),
            every(q, 1, Q, forall(x, implies(K(q)(x), f(x) == dot(x, a(q)) + b(q)))),
            every(i, 1, N, Piece(P(i), f)),
            forall(i, j, implies(conj(1 <= i, i < j, j <= N), exists(x, conj(P(i)(x), negation(P(j)(x)))))),
        )
    ]
    mark = pf.opened
    t, home = pf.fresh("i", "int"), integer("h")

    def at_home(t: Term, e: Term) -> Term:
        return implies(between(1, t, N), conj(between(1, e, Q), has_open_part(P(t), K(e))))

    goal = exists(home, at_home(t, home))

    def inside(yes: Fact) -> Fact:
        start = pf.opened
        piece = pf.modus_ponens(given[3](t), yes)
        points, opened, *_ = pf.open_definition(piece).split()
        point, member = pf.obtain(points, "x")
        found = meets_a_polyhedron(pf).apply(w, c, Q, R, P(t), point, using=[given[0], given[1], opened, member])
        e, part = pf.obtain(found, "q")
        return pf.close(pf.witness(goal, e, pf.implication(yes.formula, part)), start)

    def outside(no: Fact) -> Fact:
        wrong = pf.assume(between(1, t, N))
        fact = pf.anything(conj(between(1, 1, Q), has_open_part(P(t), K(1))), pf.conflict(wrong, no))
        return pf.witness(goal, 1, pf.implication(wrong.formula, fact))

    h, homes = pf.obtain(pf.choose(pf.general(t, pf.decide(between(1, t, N), inside, outside)), "h"), "h")

    def contains(s: Term, bounds: Fact) -> tuple[Fact, Fact, Fact]:
        """The interior of the polyhedron h(s) lies in P(s); it has a point and f is affine over it."""
        piece = pf.modus_ponens(given[3](s), bounds)
        place, part = pf.modus_ponens(homes(s), bounds).left, pf.modus_ponens(homes(s), bounds).right
        B, point, known = pf.obtain(part, "B", "x")
        opened, member, in_piece, in_K = known.split()
        inner = interior(w(h(s)), c(h(s)), R)
        line = given[2].apply(h(s), using=[place.left, place.right])
        z = pf.fresh("x", "V")
        there = pf.assume(inner(z))

        def value() -> Fact:
            start = pf.opened
            _, facts = pf.obtain(there, "B")
            _, at_z, below = facts.split()
            return pf.close(pf.modus_ponens(line(z), pf.modus_ponens(below(z), at_z)), start)

        goal_ = AffineOn(f, inner)
        straight = pf.restate(
            pf.witness(body(goal_), a(h(s)), b(h(s)), pf.general(z, pf.implication(there.formula, value()))), goal_
        )
        here = pf.assume(B(z))
        within_inner = pf.general(z, pf.implication(here.formula, pf.witness(inner(z), B, pf.both(opened, here, in_K))))
        open_, joined = (e.apply(w(h(s)), c(h(s)), R) for e in (interior_open(pf), interior_connected(pf)))
        whole = piece_contains(pf).apply(
            f, P(s), inner, B, point, using=[piece, open_, joined, straight, opened, member, in_piece, within_inner]
        )
        return whole, pf.modus_ponens(within_inner(point), member), point

    s, u = pf.fresh("i", "int"), pf.fresh("j", "int")
    order = pf.assume(conj(1 <= s, conj(s < u, u <= N)))
    start = pf.opened
    bounds = [
        pf.both(pf.arith(1 <= s, order), pf.arith(s <= N, order)),
        pf.both(pf.arith(1 <= u, order), pf.arith(u <= N, order)),
    ]

    def same_home(equal: Fact) -> Fact:
        first, at_point, point = contains(s, bounds[0])
        second, _, _ = contains(u, bounds[1])
        e = pf.fresh("q", "int")
        shape = lam(e, within(interior(w(e), c(e), R), P(u)))
        second = pf.step("equality", [pf.symmetric(equal), second], [shape])
        inner = interior(w(h(s)), c(h(s)), R)
        other = pf.modus_ponens(given[3](u), bounds[1])
        open_ = interior_open(pf).apply(w(h(s)), c(h(s)), R)
        _, open_s, joined_s, affine_s, _ = pf.open_definition(pf.modus_ponens(given[3](s), bounds[0])).split()
        whole = piece_contains(pf).apply(
            f, P(u), P(s), inner, point, using=[other, open_s, joined_s, affine_s, open_, at_point, second, first]
        )
        apart = given[4].apply(s, u, using=[order.left, order.right.left, order.right.right])
        z, off = pf.obtain(apart, "x")
        return pf.conflict(pf.modus_ponens(whole(z), off.left), off.right)

    different = pf.close(pf.refute(h(s) == h(u), same_home), start)
    apart = pf.general(s, u, pf.implication(order.formula, different))
    k = pf.fresh("k", "int")
    place = pf.assume(conj(1 <= k, k <= N))
    ranges = pf.general(k, pf.implication(place.formula, pf.modus_ponens(homes(k), place).left))
    fact = pf.close(pf.lemma("pigeonhole", h, N, Q, using=[given[0], ranges, apart]), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, w, c, Q, R, a, b, P, N, fact)
