"""The gauge of a zonotope in R^n whose generators span the space: a maximum of finitely many linear functions."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    absolute,
    body,
    conj,
    define,
    every,
    exists,
    forall,
    function,
    iff,
    implies,
    instance_of,
    integer,
    lam,
    real,
    term,
    total,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.deep_nets import Represents, affine_form, pick, single
from theorems.mukherjee2020.running_maxima import last_output, running_maxima
from theorems.mukherjee2020.triangles import at_least_a_term
from theorems.mukherjee2020.zonotope_faces import POINT, inner, linear_sum, products, zonotopes_have_faces
from theorems.mukherjee2020.zonotope_geometry import Coordinates, is_member
from theorems.mukherjee2020.zonotopes import PointOfZonotope

i, j = integer("i"), integer("j")
y, t, p = function("y", POINT), real("t"), vector("p")


@define
def Gauge(s: "real", r: "int->real", n: "int", m: "int", b: "int->int->real") -> Term:
    """s is the gauge at r of the zonotope Z of b(1), ..., b(m) in R^n: s >= 0, and for t > 0, s <= t if and only if r
    lies in t Z."""
    scaled = exists(y, conj(PointOfZonotope(y, n, m, b), every(j, 1, n, r(j) == t * y(j))))
    return conj(s >= 0, forall(t, implies(t > 0, iff(s <= t, scaled))))


def spans(n: Term, m: Term, b: Term) -> Term:
    """b(1), ..., b(m) span R^n: every point is a combination of them."""
    r, weights = function("r", POINT), function("lambda", POINT)
    return forall(r, exists(weights, every(j, 1, n, r(j) == total(i, 1, m, weights(i) * b(i)(j)))))


class Faces:
    """The faces <a(i), y> <= c(i), 1 <= i <= N, of a zonotope whose generators span R^n, and its gauge at the point
    with the coordinates x(1)(p), ..., x(n)(p): the maximum of 0 and the s(i) <a(i), .>, where s(i) is 1/c(i), or 0
    where c(i) is 0 and for i = N + 1. Opens N, a, c. The facts are n >= 1, m >= 1 and that the generators span R^n."""

    def __init__(self, pf: Proof, n: Term, m: Term, b: Term, x: Term, some: Fact, many: Fact, spanning: Fact) -> None:
        self.pf, self.n, self.m, self.b, self.x, self.some, self.spanning = pf, n, m, b, x, some, spanning
        self.S, self.positive = Coordinates(n), pf.arith(m >= 0, many)
        found = zonotopes_have_faces(pf).apply(n, b, using=[some]).apply(m, using=[self.positive])
        self.N, self.a, self.c, facts = pf.obtain(found, "N", "a", "c")
        self.count, self.cut = facts.left, facts.right
        c = self.c
        self.share = lam(i, where(i <= self.N, where(c(i) > 0, 1 / c(i), 0), 0))
        self.lines = lam(i, p, total(j, 1, n, self.share(i) * self.a(i)(j) * x(j)(p)))

    def absorbed(self, r: Term) -> tuple[Term, Term, Fact, Fact, Fact]:
        """T and y with T > 0, y in Z and r(j) = T y(j), 1 <= j <= n. Opens the coefficients of r."""
        pf, m, b = self.pf, self.m, self.b
        w, equation = pf.obtain(self.spanning(r), "lambda")
        sizes = lam(i, absolute(w(i)))
        signs = lambda q: pf.lemma("abs", w(q))  # noqa: E731
        sums = at_least_a_term(pf).apply(sizes, m, using=[self.positive, over(pf, 1, m, lambda q, _: pf.by_cases(
            signs(q), *[lambda fact: pf.arith(sizes(q) >= 0, fact)] * 2))])  # fmt: skip
        T = 1 + total(i, 1, m, sizes(i))
        above = pf.arith(T > 0, sums.left)
        inverse = pf.lemma("inverse", T, using=[above])
        weights = lam(i, w(i) * (1 / T))
        y = self.S.sum(m, weights, b)

        def bound(q: Term, place: Fact) -> Fact:
            least = sums.right.apply(q, using=[place])
            whole = pf.arith(T * weights(q) == w(q), inverse, multipliers=[w(q)])
            inside = [pf.by_cases(signs(q), *[lambda fact, side=side: pf.arith(side, fact, least)] * 2) for side in (
                w(q) <= T, w(q) >= -T)]  # fmt: skip
            return pf.both(
                pf.arith(-1 <= weights(q), pf.arith(T * (weights(q) + 1) >= 0, whole, inside[1]), above),
                pf.arith(weights(q) <= 1, pf.arith(T * (1 - weights(q)) >= 0, whole, inside[0]), above),
            )

        member = is_member(pf, self.S, y, m, b, weights, over(pf, 1, m, bound), self.S.equal(pf, y, y))

        def multiple(q: Term, place: Fact) -> Fact:
            f, g = lam(i, w(i) * b(i)(q)), lam(i, weights(i) * b(i)(q))
            split = linear_sum(pf, m, self.positive, f, T, g, 0, g, lambda h, *_: pf.arith(
                f(h) == T * g(h) + 0 * g(h), inverse, multipliers=[w(h) * b(h)(q)]))  # fmt: skip
            return pf.arith(r(q) == T * y(q), equation.apply(q, using=[place]), split)

        return T, y, above, member, over(pf, 1, self.n, multiple, "j")

    def scaled(self, a: Term, r: Term, factor: Term, y: Term, equal: Fact) -> Fact:
        """<a, r> = factor <a, y>, where r(j) = factor y(j) for 1 <= j <= n."""
        f, g = products(a, r), products(a, y)
        return linear_sum(self.pf, self.n, self.some, f, factor, g, 0, g, lambda q, low, high: self.pf.arith(
            f(q) == factor * g(q) + 0 * g(q), equal.apply(q, using=[low, high]), multipliers=[a(q)]))  # fmt: skip

    def levels(self) -> Fact:
        """c(i) >= 0 for 1 <= i <= N: a(i) is T y with T > 0 and y in Z, and <a(i), a(i)> >= 0."""
        pf = self.pf

        def one(q: Term, place: Fact) -> Fact:
            mark = pf.opened
            a = self.a(q)
            T, y, above, member, equal = self.absorbed(a)
            squares = at_least_a_term(pf).apply(products(a, a), self.n, using=[pf.arith(self.n >= 0, self.some), over(
                pf, 1, self.n, lambda h, _: pf.arith(products(a, a)(h) >= 0, squares=[a(h)]))])  # fmt: skip
            whole = pf.arith(T * inner(a, y, self.n) >= 0, squares.left, self.scaled(a, a, T, y, equal))
            below = self.cut(y).left.apply(using=[member]).apply(q, using=[place])
            return pf.close(pf.arith(self.c(q) >= 0, pf.arith(inner(a, y, self.n) >= 0, whole, above), below), mark)

        return over(pf, 1, self.N, one)

    def value(self, q: Term, p: Term) -> Fact:
        """lines(q)(p) = share(q) <a(q), r> for the point r with the coordinates x(1)(p), ..., x(n)(p)."""
        f = products(self.a(q), self.at(p))
        g = lam(j, self.share(q) * self.a(q)(j) * self.x(j)(p))
        return linear_sum(self.pf, self.n, self.some, g, self.share(q), f, 0, f)

    def at(self, p: Term) -> Term:
        """The point with the coordinates x(1)(p), ..., x(n)(p)."""
        return lam(j, self.x(j)(p))

    def gauge(self, g: Term, p: Term, top: Fact, levels: Fact) -> Fact:
        """Gauge(g(p), r, n, m, b), where g(p) is the largest of 0 and the lines(i)(p), 1 <= i <= N + 1 (``top``)."""
        pf, n, N, c, share = self.pf, self.n, self.N, self.c, self.share
        r, (sign, most, attained) = self.at(p), top.split()
        goal = body(Gauge(g(p), r, n, self.m, self.b))
        t = pf.fresh("t", "real")
        above = pf.assume(t > 0)
        forth, back = instance_of(goal.args[1], t).args[1].args
        inverse = pf.lemma("inverse", t, using=[above])
        small = pf.assume(forth.args[0])
        y = lam(j, r(j) * (1 / t))

        def face(q: Term, place: Fact) -> Fact:
            split = linear_sum(pf, n, self.some, products(self.a(q), y), 1 / t, products(self.a(q), r), 0, products(
                self.a(q), r))  # fmt: skip
            h = inner(self.a(q), r, n)
            goal = inner(self.a(q), y, n) <= c(q)
            whole = pf.arith(t * inner(self.a(q), y, n) == h, split, inverse, multipliers=[t, h])

            def done(bound: Fact) -> Fact:
                return pf.arith(goal, pf.arith(t * (c(q) - inner(self.a(q), y, n)) >= 0, whole, bound), above)

            def proper(yes: Fact) -> Fact:
                line = most.apply(q, using=[pf.arith(1 <= q, place), pf.arith(q <= N + 1, place)])
                unit = pf.lemma("inverse", c(q), using=[yes])
                is_share = pick(pf, share(q), place, yes)
                known = pf.arith(1 / c(q) * h <= t, line, small, self.value(q, p), is_share, multipliers=[h])
                return done(pf.arith(h <= t * c(q), pf.arith(c(q) * (t - 1 / c(q) * h) >= 0, known, yes), unit,
                                     multipliers=[h]))  # fmt: skip

            def flat(no: Fact) -> Fact:
                mark = pf.opened
                T, w, tall, member, equal = self.absorbed(r)
                below = self.cut(w).left.apply(using=[member]).apply(q, using=[place])
                zero = pf.arith(c(q) == 0, no, levels.apply(q, using=[place]))
                down_ = pf.arith(inner(self.a(q), w, n) <= 0, below, zero)
                down_ = pf.arith(T * inner(self.a(q), w, n) <= 0, down_, tall)
                low = pf.arith(h <= 0, down_, self.scaled(self.a(q), r, T, w, equal))
                return pf.close(done(pf.arith(h <= t * c(q), low, zero, multipliers=[t])), mark)

            return pf.decide(c(q) > 0, proper, flat)

        member = self.cut(y).right.apply(using=[over(pf, 1, self.N, face)])
        multiple = over(pf, 1, n, lambda q, _: pf.arith(r(q) == t * y(q), inverse, multipliers=[r(q)]), "j")
        first = pf.implication(small.formula, pf.witness(forth.args[1], y, pf.both(member, multiple)))
        inside = pf.assume(back.args[0])
        mark = pf.opened
        w, facts = pf.obtain(inside, "y")
        low = pf.by_cases(attained, lambda zero: pf.arith(g(p) <= t, zero, above), lambda there: self.below(
            g, p, there, t, above, w, facts.left, facts.right))  # fmt: skip
        low = pf.close(low, mark)
        both = pf.both(first, pf.implication(inside.formula, low))
        scaled = pf.general(t, pf.implication(above.formula, both))
        return pf.restate(pf.both(sign, scaled), Gauge(g(p), r, n, self.m, self.b))

    def below(self, g: Term, p: Term, there: Fact, t: Term, above: Fact, w: Term, member: Fact, equal: Fact) -> Fact:
        """g(p) <= t, where g(p) is one of the lines(i)(p) (``there``) and r = t w with w in Z."""
        pf, n, N, c, share = self.pf, self.n, self.N, self.c, self.share
        mark = pf.opened
        q, at = pf.obtain(there, "i")
        h = inner(self.a(q), self.at(p), n)

        def proper(yes: Fact, also: Fact) -> Fact:
            face = self.cut(w).left.apply(using=[member]).apply(q, using=[pf.arith(1 <= q, at.left), yes])
            split = self.scaled(self.a(q), self.at(p), t, w, equal)
            low = pf.arith(h <= t * c(q), split, pf.arith(t * (c(q) - inner(self.a(q), w, n)) >= 0, face, above))
            unit = pf.lemma("inverse", c(q), using=[also])
            return pf.arith(g(p) <= t, at.right, self.value(q, p), pick(pf, share(q), yes, also), pf.arith(
                1 / c(q) * (t * c(q) - h) >= 0, low, pf.arith(1 / c(q) > 0, unit, also)), unit, multipliers=[
                h, t])  # fmt: skip

        def zero(nothing: Fact) -> Fact:
            return pf.arith(g(p) <= t, at.right, self.value(q, p), nothing, above, multipliers=[h])

        def counted(yes: Fact) -> Fact:
            return pf.decide(c(q) > 0, lambda also: proper(yes, also), lambda no: zero(pick(pf, share(q), yes, no)))

        return pf.close(pf.decide(q <= N, counted, lambda no: zero(pick(pf, share(q), no))), mark)

    def affine(self, q: Term) -> Fact:
        """lines(q) is affine in x(1), ..., x(n)."""
        line = self.lines(q)
        return affine_form(self.pf, line, self.x, self.n, term(0), lam(j, self.share(q) * self.a(q)(j)), (
            lambda p: self.pf.ring(line(p), 0 + line(p))))  # fmt: skip


def gauge_network(pf: Proof, goal: Term, n: Term, m: Term, b: Term, x: Term, some: Fact, many: Fact,
                  spanning: Fact) -> Fact:  # fmt: skip
    """The goal: for some g, k and t, Gauge(g(p), (x(1)(p), ..., x(n)(p)), n, m, b) for all p, and a network with the
    inputs x(1), ..., x(n), k layers and size t computes g."""
    mark = pf.opened
    faces = Faces(pf, n, m, b, x, some, many, spanning)
    count = faces.N + 1
    lines = over(pf, 1, count, lambda q, _: faces.affine(q))
    found = running_maxima(pf).apply(n, x, faces.lines, count, using=[some, lines]).apply(count, using=[
        pf.arith(count >= 0, faces.count), pf.arith(count <= count)])  # fmt: skip
    g, t, facts = pf.obtain(found, "g", "s")
    top, levels, point = pf.open_definition(facts.left), faces.levels(), pf.fresh("p", "V")
    everywhere = pf.general(point, faces.gauge(g, point, top(point), levels))
    net = pf.both(pf.arith(count >= 1, faces.count), last_output(pf, facts.right, g, n, some))
    whole = pf.both(everywhere, pf.restate(net, Represents(single(g), 1, x, n, count, t)))
    return pf.close(pf.witness(goal, g, count, t, whole), mark)
