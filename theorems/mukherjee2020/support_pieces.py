"""Derivations about the pieces of the support function of a zonotope, and of functions of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    between,
    conj,
    dot,
    every,
    exists,
    false,
    forall,
    implies,
    integer,
    lam,
    negation,
    some,
    term,
    vector,
)  # fmt: skip
from theorems.mukherjee2020.normal_cones import exposed, highest_vertex, paired
from theorems.mukherjee2020.space_pieces import (
    all_open,
    convex_connected,
    count_pieces,
    given,
    gradient,
    half_space_ball,
    is_open,
    mixture_above,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import (
    Space,
    coefficients,
    for_all,
    is_member,
    is_vertex,
    linear_sums,
    vertex_at,
)  # fmt: skip
from theorems.mukherjee2020.zonotopes import Connected, HighestOf, OpenSet

i, q = integer("i"), integer("q")
S = Space()


@dataclass
class Cones:
    """The vertices v(1), ..., v(N) of a zonotope, its support function g, and the open cone of each vertex: the
    directions in which it is higher than all others."""

    p: Proof
    m: Term
    b: Term
    g: Term
    N: Term
    v: Term
    count: Fact  # N >= 0
    vertices: Fact  # for 1 <= t <= N: v(t) is a vertex
    distinct: Fact  # for s and t among 1..N that differ: v(s) is not v(t)
    listed: Fact  # every vertex is some v(t)
    attained: Fact  # for all r: some 1 <= t <= N has <r, v(t)> = g(r)
    bound: Fact  # for all r and 1 <= t <= N: <r, v(t)> <= g(r)
    balls: Fact
    above_all: Fact  # mixture_above

    @classmethod
    def of(cls, p: Proof, m: Term, above: Fact, b: Term, g: Term, N: Term, support: Fact, counted: Fact) -> Cones:
        """From Support(g, m, b) and VertexCount(N, m, b); opens an existential."""
        count, there = p.open_definition(counted).left, p.open_definition(counted).right
        v, facts = p.obtain(there, "v")
        vertices, distinct, listed = facts.left, facts.right.left, facts.right.right
        largest = p.open_definition(support)
        highest = highest_vertex(p, b).apply(m, using=[above])
        r, t = p.fresh("r", "V"), p.fresh("t", "int")

        def at_vertex(r: Term) -> Fact:
            mark = p.opened
            x, known = p.obtain(highest(r), "x")
            z, peak = p.obtain(largest(r).left, "z")
            inside = p.open_definition(known.left).left
            value = p.arith(dot(r, x) == g(r), p.modus_ponens(largest(r).right(x), inside),
                            p.modus_ponens(known.right(z), peak.left), peak.right)  # fmt: skip
            k, at = p.obtain(p.modus_ponens(listed(x), known.left), "t")
            goal = exists(t, conj(between(1, t, N), dot(r, v(t)) == g(r)))
            same = p.arith(dot(r, v(k)) == g(r), value, paired(p, r, at.right))
            return p.close(p.witness(goal, k, p.both(at.left, same)), mark)

        attained = p.general(r, at_vertex(r))
        bound = p.general(r, over(p, 1, N, lambda k, at: p.modus_ponens(
            largest(r).right(v(k)), p.open_definition(p.modus_ponens(vertices(k), at)).left)))  # fmt: skip
        a, c = p.fresh("a", "int"), p.fresh("c", "int")

        def unequal(given_: Fact) -> Fact:
            low, high, apart = given_.left, given_.right.left, given_.right.right

            def larger(no: Fact) -> Fact:
                order = p.absurd(c < a, lambda also: p.conflict(p.arith(a == c, no, also), apart))
                fact = p.modus_ponens(distinct(c, a), p.both(high.left, order, low.right))
                return p.refute(v(a) == v(c), lambda e: p.conflict(p.symmetric(e), fact))

            return p.decide(
                a < c, lambda yes: p.modus_ponens(distinct(a, c), p.both(low.left, yes, high.right)), larger
            )

        pairs = p.general(a, c, given(p, conj(between(1, a, N), between(1, c, N), negation(a == c)), unequal))
        return cls(p, m, b, g, N, v, count, vertices, pairs, listed, attained, bound, half_space_ball(p),
                   mixture_above(p))  # fmt: skip

    def unequal(self, a: Term, c: Term, low: Fact, high: Fact, apart: Fact) -> Fact:
        """v(a) is not v(c), for a and c among 1..N (``low``, ``high``: their bounds) and a not c."""
        return self.distinct.apply(a, c, using=[low, high, apart])

    def same_index(self, a: Term, c: Term, low: Fact, high: Fact, equal: Fact) -> Fact:
        """a = c, from v(a) = v(c)."""
        p = self.p
        return p.absurd(a == c, lambda apart: p.conflict(equal, self.unequal(a, c, low, high, apart)))

    def parts(self, t: Term) -> Term:
        """The half-spaces that make up the cone of v(t)."""
        s, r = integer("s"), vector("r")
        return lam(s, r, implies(negation(s == t), dot(r, self.v(t) - self.v(s)) > 0))

    def cone(self, t: Term) -> Term:
        """The open cone of v(t)."""
        r = vector("r")
        return lam(r, every(i, 1, self.N, self.parts(t)(i)(r)))

    def is_open(self, t: Term) -> Fact:
        """The cone of v(t) is open."""
        p = self.p

        def part(s: Term, _: Fact) -> Fact:
            a = self.v(t) - self.v(s)

            def everywhere(yes: Fact) -> Fact:
                return is_open(p, self.parts(t)(s), lambda x, here: (
                    term(1), p.arith(term(1) > 0), lambda y, close: given(p, negation(s == t), lambda no: p.anything(
                        dot(y, a) > 0, p.conflict(yes, no)))))  # fmt: skip

            def half(no: Fact) -> Fact:
                def ball(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
                    radius, known = p.obtain(self.balls.apply(x, a, 0, using=[p.modus_ponens(here, no)]), "rho")
                    return radius, known.left, lambda y, close: given(
                        p, negation(s == t), lambda _: p.modus_ponens(known.right(y), close))  # fmt: skip

                return is_open(p, self.parts(t)(s), ball)

            return p.decide(s == t, everywhere, half)

        return p.restate(
            all_open(p, self.parts(t), self.N, self.count, over(p, 1, self.N, part)), OpenSet(self.cone(t))
        )

    def mixed(self, t: Term, x: Term, y: Term, u: Term, at_x: Fact, at_y: Fact, inside: Fact) -> Fact:
        """(1 - u) x + u y lies in the cone of v(t), for x and y in it and 0 <= u <= 1."""
        p = self.p

        def one(s: Term, bounds: Fact) -> Fact:
            def higher(no: Fact) -> Fact:
                a = self.v(t) - self.v(s)
                both = [p.modus_ponens(p.modus_ponens(f(s), bounds), no) for f in (at_x, at_y)]
                between_them = self.above_all.apply(0, dot(x, a), dot(y, a), u, using=[*both, inside])
                return p.arith(dot((1 - u) * x + u * y, a) > 0, between_them)

            return given(p, negation(s == t), higher)

        return over(p, 1, self.N, one)

    def inhabited(self, above: Fact) -> Fact:
        """For 1 <= t <= N: some x lies in the cone of v(t)."""
        p = self.p
        directions = exposed(p, self.m, above, self.b)
        x = vector("x")

        def some_point(t: Term, bounds: Fact) -> Fact:
            mark = p.opened
            r, known = p.obtain(p.modus_ponens(directions(self.v(t)), p.modus_ponens(self.vertices(t), bounds)), "r")

            def one(s: Term, at: Fact) -> Fact:
                def lower(no: Fact) -> Fact:
                    other = self.unequal(s, t, at, bounds, no)
                    inside = p.open_definition(p.modus_ponens(self.vertices(s), at)).left
                    return p.arith(dot(r, self.v(t) - self.v(s)) > 0, p.modus_ponens(
                        known(self.v(s)), p.both(inside, other)))  # fmt: skip

                return given(p, negation(s == t), lower)

            wanted = exists(x, self.cone(t)(x))
            return p.close(p.witness(wanted, r, over(p, 1, self.N, one)), mark)

        return over(p, 1, self.N, some_point, "t")

    def value(self, t: Term, bounds: Fact, x: Term, inside: Fact) -> Fact:
        """g(x) = <x, v(t)>, for x in the cone of v(t)."""
        p = self.p
        mark = p.opened
        s, peak = p.obtain(self.attained(x), "t")
        low = p.modus_ponens(self.bound(x, t), bounds)

        def same(yes: Fact) -> Fact:
            z = p.fresh("q", "int")
            return p.arith(
                self.g(x) == dot(x, self.v(t)), peak.right, paired(p, x, p.congruent(lam(z, self.v(z)), yes))
            )

        def other(no: Fact) -> Fact:
            higher = p.modus_ponens(p.modus_ponens(inside(s), peak.left), no)
            return p.anything(self.g(x) == dot(x, self.v(t)), p.arith(false, higher, peak.right, low))

        return p.close(p.decide(s == t, same, other), mark)

    def in_cone(self, t: Term, bounds: Fact, x: Term, peak: Fact, only: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        """x lies in the cone of v(t), if <x, v(t)> = g(x) and ``only(s, bounds, <x, v(s)> = g(x))`` is v(s) = v(t)."""
        p = self.p

        def one(s: Term, at: Fact) -> Fact:
            below = p.modus_ponens(self.bound(x, s), at)

            def lower(no: Fact) -> Fact:
                def tie(level: Fact) -> Fact:
                    equal = only(s, at, p.arith(dot(x, self.v(s)) == self.g(x), level, peak, below))
                    return p.conflict(equal, self.unequal(s, t, at, bounds, no))

                return p.absurd(dot(x, self.v(t) - self.v(s)) > 0, tie)

            return given(p, negation(s == t), lower)

        return over(p, 1, self.N, one)

    def apart(self, s: Term, t: Term, at_s: Fact, at_t: Fact, x: Term, in_s: Fact, in_t: Fact) -> Fact:
        """s = t, where x lies in the cones of v(s) and of v(t)."""
        p = self.p

        def clash(no: Fact) -> Fact:
            first = p.modus_ponens(p.modus_ponens(in_t(s), at_s), no)
            swapped = p.refute(t == s, lambda e: p.conflict(p.symmetric(e), no))
            return p.arith(false, first, p.modus_ponens(p.modus_ponens(in_s(t), at_t), swapped))

        return p.absurd(s == t, clash)


def support_pieces(c: Cones, above: Fact) -> Fact:
    """PieceCount(g, N): the pieces of the support function are the open cones of the vertices."""
    p, N, g, v = c.p, c.N, c.g, c.v
    t0 = integer("t")
    P, height = lam(t0, c.cone(t0)), lam(t0, term(0))
    slope = lam(t0, v(t0))
    r, x, y = vector("r"), p.fresh("x", "V"), p.fresh("y", "V")
    s, t = p.fresh("s", "int"), p.fresh("t", "int")
    B, a, d = p.fresh("B", "V->bool"), p.fresh("a", "V"), p.fresh("c", "real")
    slopes = gradient(p)

    def only_slope(facts: list[Fact], k: Term, bounds: Fact, peak: Fact) -> Fact:
        """a = v(k) and d = 0, for a vertex v(k) that is highest at x."""
        in_B, opened, affine = facts
        z = p.fresh("r", "V")
        touching = p.general(z, given(p, B(z), lambda _: p.arith(
            1 * (g(z) - dot(z, v(k)) - 0) >= 0, p.modus_ponens(c.bound(z, k), bounds))))  # fmt: skip
        return slopes.apply(B, g, x, a, d, v(k), 0, 1, using=[
            opened, in_B, affine, touching, p.arith(g(x) == dot(x, v(k)) + 0, peak),
                p.arith(negation(term(1) == 0))])  # fmt: skip

    def local(facts: list[Fact]) -> Fact:
        k, peak = p.obtain(c.attained(x), "t")
        found = only_slope(facts, k, peak.left, peak.right)
        inside = c.in_cone(k, peak.left, x, peak.right, lambda s, at, level: S.equal(p, v(s), v(k), [
            (-1, only_slope(facts, s, at, level).left), (1, found.left)]))  # fmt: skip
        wanted = exists(t0, conj(between(1, t0, N), P(t0)(x), a == slope(t0), d == height(t0)))
        return p.witness(wanted, k, p.both(peak.left, inside, found.left, found.right))

    local_fact = for_all(
        p, [B, x, a, d], conj(B(x), OpenSet(B), forall(r, implies(B(r), g(r) == dot(r, a) + d))), local
    )
    k0 = integer("k")

    def single(facts: list[Fact]) -> Fact:
        _, _, covered, _, in_y, _, _, at_t, in_t = facts
        k, at = p.obtain(p.modus_ponens(covered(y), in_y), "k")
        same = c.apart(t, k, at_t, at.left, y, in_t, at.right.left)
        at_s = facts[5]
        first = c.same_index(k, s, at.left, at_s, at.right.right.left)
        return p.arith(s == t, same, first)

    premise = conj(OpenSet(B), Connected(B), forall(r, implies(B(r), exists(k0, conj(
        between(1, k0, N), P(k0)(r), slope(k0) == slope(s), height(k0) == height(s))))), B(x), B(y), between(1, s, N),
        P(s)(x), between(1, t, N), P(t)(y))  # fmt: skip

    def unflattened(_: list[Fact]) -> Fact:
        whole = p.assume(premise)
        facts = []
        rest = whole
        for _ in range(8):
            facts.append(rest.left)
            rest = rest.right
        return single([*facts, rest])

    single_fact = for_all(p, [B, x, y, s, t], premise, unflattened)

    def apart(facts: list[Fact]) -> Fact:
        whole = p.assume(apart_premise)
        return c.apart(s, t, whole.left, whole.right.right.left, x, whole.right.left, whole.right.right.right)

    apart_premise = conj(between(1, s, N), P(s)(x), between(1, t, N), P(t)(x))
    return count_pieces(
        p, g, N, c.count, P, slope, height, there=c.inhabited(above),
        opens=over(p, 1, N, lambda t, _: c.is_open(t), "t"),
        connected=over(p, 1, N, lambda t, _: convex_connected(p, c.cone(t), lambda x, y, u, a, b, w: c.mixed(
            t, x, y, u, a, b, w)), "t"),
        affine=over(p, 1, N, lambda t, at: _affine(p, c, t, at), "t"),
        apart=for_all(p, [s, t, x], apart_premise, apart), local=local_fact, single=single_fact)  # fmt: skip


def _affine(p: Proof, c: Cones, t: Term, bounds: Fact) -> Fact:
    """For r in the cone of v(t): g(r) = <r, v(t)> + 0."""
    r = p.fresh("r", "V")
    return p.general(r, given(p, c.cone(t)(r), lambda inside: p.arith(
        c.g(r) == dot(r, c.v(t)) + 0, c.value(t, bounds, r, inside))))  # fmt: skip


def opposite_vertices(p: Proof, m: Term, above: Fact, b: Term) -> Fact:
    """forall x: x a vertex of Z(m) => -x is one, too."""
    x, y = p.fresh("x", "V"), p.fresh("y", "V")

    def member(given_: list[Fact]) -> Fact:
        c, bounds, equation = coefficients(p, given_[0])
        minus = lam(q, -c(q))
        low = over(p, 1, m, lambda i, at: p.both(*(p.arith(f, p.modus_ponens(bounds(i), at)) for f in (
            -1 <= minus(i), minus(i) <= 1))))  # fmt: skip
        turned = linear_sums(p, S, c, c, term(-1), term(0), b).apply(m, using=[above])
        forms = S.same_sums(p, m, minus, lam(q, -1 * c(q) + 0 * c(q)), b, lambda i, low, high: p.ring(
            minus(i), -1 * c(i) + 0 * c(i)))  # fmt: skip
        return is_member(p, S, -y, m, b, minus, low, S.equal(p, -y, S.sum(m, minus, b), [
            (-1, equation), (-1, forms), (-1, turned)]))  # fmt: skip

    members = for_all(p, [y], S.member(y, m, b), member)

    def vertex(given_: list[Fact]) -> Fact:
        corner = given_[0]
        inside = members.apply(x, using=[p.open_definition(corner).left])

        def prove(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            halfway = S.equal(p, S.combine((1, -y), (1, -z)), S.combine((2, x)), [(-1, middle)])
            equal = vertex_at(
                p, S, corner, -y, -z, members.apply(y, using=[in_y]), members.apply(z, using=[in_z]), halfway
            )
            return S.equal(p, y, z, [(-1, equal)])

        return is_vertex(p, S, inside, prove)

    return for_all(p, [x], S.vertex(x, m, b), vertex)


def highest_of(c: Cones, above: Fact) -> Fact:
    """HighestOf(g, N, v) for the vertices of a zonotope and its support function."""
    p = c.p
    opposites = opposite_vertices(p, c.m, above, c.b)

    def opposite(t: Term, bounds: Fact) -> Fact:
        wanted = some(q, 1, c.N, c.v(q) == -c.v(t))
        mark = p.opened
        s, there = p.obtain(p.modus_ponens(c.listed(-c.v(t)), opposites.apply(
            c.v(t), using=[p.modus_ponens(c.vertices(t), bounds)])), "s")  # fmt: skip
        return p.close(p.witness(wanted, s, p.both(there.left, p.symmetric(there.right))), mark)

    facts = p.both(c.bound, c.attained, c.inhabited(above), over(p, 1, c.N, opposite, "t"))
    return p.restate(facts, HighestOf(c.g, c.N, c.v))
