"""Derivations about the pieces of H(g(r)), where g is the largest of finitely many inner products and H zigzags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.terms import (
    Term,
    between,
    conj,
    dot,
    either,
    every,
    exists,
    false,
    floor,
    forall,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    term,
    var,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.normal_cones import paired
from theorems.mukherjee2020.space_pieces import (
    all_open,
    both_open,
    chain,
    convex_connected,
    count_pieces,
    given,
    gradient,
    half_space_ball,
    half_space_open,
    is_open,
    mixture_above,
)  # fmt: skip
from theorems.mukherjee2020.support_pieces import Cones
from theorems.mukherjee2020.zonotope_geometry import Space, body, for_all
from theorems.mukherjee2020.zonotopes import Connected, HighestOf, OpenSet

i, k, q = integer("i"), integer("k"), integer("q")
S = Space()


@dataclass
class Shells:
    """The regions in which g lies between two cuts of H, within the cone of each v(t)."""

    p: Proof
    c: Cones
    two: Fact  # N >= 2
    peaks: Fact  # each v(t) is alone the highest in some direction
    opposites: Fact  # for 1 <= t <= N: some 1 <= s <= N has v(s) = -v(t)
    H: Term
    L: Term
    cut: Term
    a: Term
    d: Term
    zigzag: list[Fact]  # the conjuncts of Zigzag(H, L, cut, a, d)
    tail: Fact  # for x >= cut(L-1): H(x) = a(L) x + d(L); or, if flat, for x >= cut(L): H(x) = 0
    flat: bool

    @property
    def f(self) -> Term:
        """The function r -> H(g(r))."""
        r = vector("r")
        return lam(r, self.H(self.c.g(r)))

    # What holds of g.

    def nonnegative(self) -> Fact:
        """forall x: g(x) >= 0."""
        p, c, x = self.p, self.c, self.p.fresh("x", "V")
        mark = p.opened
        t, peak = p.obtain(c.attained(x), "t")
        s, other = p.obtain(p.modus_ponens(self.opposites(t), peak.left), "s")
        below = p.modus_ponens(c.bound(x, s), other.left)
        return p.general(x, p.close(p.arith(c.g(x) >= 0, below, paired(p, x, other.right), peak.right), mark))

    def scaled(self) -> Fact:
        """forall x, u: u >= 0 => g(u x) = u g(x)."""
        p, c, x, u = self.p, self.c, self.p.fresh("x", "V"), self.p.fresh("u", "real")

        def prove(facts: list[Fact]) -> Fact:
            t, peak = p.obtain(c.attained(x), "t")
            s, high = p.obtain(c.attained(u * x), "s")
            low = p.arith(u * c.g(x) <= c.g(u * x), p.modus_ponens(c.bound(u * x, t), peak.left), peak.right,
                          multipliers=[u, 1])  # fmt: skip
            product = p.arith(u * dot(x, c.v(s)) <= u * c.g(x), p.modus_ponens(c.bound(x, s), high.left), facts[0])
            return p.arith(c.g(u * x) == u * c.g(x), low, product, high.right)

        return for_all(p, [x, u], u >= 0, prove)

    def other_index(self, t: Term) -> Fact:
        """Some 1 <= s <= N is not t."""
        p, c, s = self.p, self.c, integer("s")
        goal = exists(s, conj(between(1, s, c.N), negation(s == t)))
        in_range = [p.both(p.arith(1 <= term(n)), p.arith(term(n) <= c.N, self.two)) for n in (1, 2)]
        return p.decide(t == 1, lambda yes: p.witness(goal, 2, p.both(in_range[1], p.arith(negation(term(2) == t),
            yes))),
                        lambda no: p.witness(goal, 1, p.both(in_range[0], p.refute(term(1) == t, lambda e: p.conflict(
                            p.symmetric(e), no)))))  # fmt: skip

    def positive(self) -> Fact:
        """forall t, x: 1 <= t <= N, x in the cone of v(t) => <x, v(t)> > 0."""
        p, c, x, t = self.p, self.c, self.p.fresh("x", "V"), self.p.fresh("t", "int")

        def prove(fact: Fact) -> Fact:
            bounds, inside = fact.left, fact.right
            s, other = p.obtain(self.other_index(t), "s")
            w, opposite = p.obtain(p.modus_ponens(self.opposites(s), other.left), "w")
            higher = p.modus_ponens(p.modus_ponens(inside(s), other.left), other.right)
            below = p.modus_ponens(c.bound(x, w), opposite.left)
            return p.arith(
                dot(x, c.v(t)) > 0, higher, below, paired(p, x, opposite.right), c.value(t, bounds, x, inside)
            )

        return p.general(t, x, given(p, conj(between(1, t, c.N), c.cone(t)(x)), prove))

    def same_ray(self, positive: Fact) -> Fact:
        """forall s, t, u: 1 <= s, t <= N, u > 0, v(s) = u v(t) => s = t."""
        p, c, u = self.p, self.c, self.p.fresh("u", "real")
        s, t = self.p.fresh("s", "int"), self.p.fresh("t", "int")

        def prove(fact: Fact) -> Fact:
            at_s, at_t, scale, equal = fact.left, fact.right.left, fact.right.right.left, fact.right.right.right

            def apart(no: Fact) -> Fact:
                slopes = []
                for one, two, bounds, ahead, differ in (
                        (t, s, at_t, at_s, no),
                        (s, t, at_s, at_t, p.refute(t == s, lambda e: p.conflict(p.symmetric(e), no)))):  # fmt: skip
                    x, inside = p.obtain(p.modus_ponens(self.peaks(one), bounds), "x")
                    slopes += [p.modus_ponens(p.modus_ponens(inside(two), ahead), differ), paired(p, x, equal),
                               positive.apply(one, x, using=[bounds, inside])]  # fmt: skip
                    y = dot(x, c.v(t))
                    if one is t:
                        low = p.arith(y > 0, slopes[-1])
                        first = p.arith((1 - u) * y > 0, slopes[-3], slopes[-2])
                        small = p.arith(u < 1, first, low)
                    else:
                        high = p.arith(u * y > 0, slopes[-1], slopes[-2])
                        above = p.arith(y > 0, high, scale)
                        large = p.arith(u > 1, p.arith((u - 1) * y > 0, slopes[-3], slopes[-2]), above)
                return p.arith(false, small, large)

            return p.absurd(s == t, apart)

        premise = conj(between(1, s, c.N), between(1, t, c.N), u > 0, c.v(s) == u * c.v(t))
        return p.general(s, t, u, given(p, premise, prove))

    def increasing(self) -> Fact:
        """forall j, n: 0 <= j, n >= j => n <= L => cut(j) <= cut(n)."""
        p, j = self.p, self.p.fresh("j", "int")
        low = p.assume(0 <= j)

        def step(n: Term, above: Fact, here: Fact) -> Fact:
            return given(p, n + 1 <= self.L, lambda within: p.arith(
                self.cut(j) <= self.cut(n + 1), here.apply(using=[within]),
                self.zigzag[2].apply(n + 1, using=[within, above, low])))  # fmt: skip

        base = given(p, j <= self.L, lambda _: p.arith(self.cut(j) <= self.cut(j)))
        whole = p.induction("n", j, lambda n: implies(n <= self.L, self.cut(j) <= self.cut(n)), base, step)
        return p.general(j, p.implication(low.formula, whole))

    # The regions.

    def below(self, n: Term, x: Term) -> Term:
        """x is below the n-th cut, which does not matter for the last lap if that has no end."""
        return x < self.cut(n) if self.flat else implies(n < self.L, x < self.cut(n))

    def region(self, t: Term, n: Term) -> Term:
        """The cone of v(t), where g lies within the n-th lap."""
        r = vector("r")
        x = dot(r, self.c.v(t))
        return lam(r, conj(self.c.cone(t)(r), x > self.cut(n - 1), self.below(n, x)))

    def upper_open(self, t: Term, n: Term) -> tuple[Term, Fact]:
        """The half-space below the n-th cut (or everything) is open."""
        p, r = self.p, vector("r")
        a = -self.c.v(t)
        A = lam(r, self.below(n, dot(r, self.c.v(t))))

        def ball(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
            radius, known = p.obtain(self.c.balls.apply(x, a, -self.cut(n), using=[here]), "rho")
            return radius, known.left, lambda y, close: p.arith(
                dot(y, self.c.v(t)) < self.cut(n), p.modus_ponens(known.right(y), close))  # fmt: skip

        if self.flat:
            return A, is_open(p, A, ball)

        def bounded(yes: Fact) -> Fact:
            def inner(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
                radius, positive, inside = ball(x, p.modus_ponens(here, yes))
                return radius, positive, lambda y, close: given(p, n < self.L, lambda _: inside(y, close))

            return is_open(p, A, inner)

        def unbounded(no: Fact) -> Fact:
            return is_open(p, A, lambda x, here: (term(1), p.arith(term(1) > 0), lambda y, close: given(
                p, n < self.L, lambda yes: p.anything(dot(y, self.c.v(t)) < self.cut(n),
                                                      p.conflict(yes, no)))))  # fmt: skip

        return A, p.decide(n < self.L, bounded, unbounded)

    def region_open(self, t: Term, n: Term) -> Fact:
        """The region is open."""
        p, r = self.p, vector("r")
        upper, upper_is = self.upper_open(t, n)
        lower = lam(r, dot(r, self.c.v(t)) > self.cut(n - 1))
        inner = lam(r, conj(lower(r), upper(r)))
        return p.restate(both_open(
            p, self.c.cone(t), inner, self.c.is_open(t), both_open(
                p, lower, upper, half_space_open(p, self.c.balls, self.c.v(t), self.cut(n - 1)), upper_is)),
            OpenSet(self.region(t, n)))  # fmt: skip

    def region_connected(self, t: Term, n: Term) -> Fact:
        """The region is connected: it is convex."""
        p, c = self.p, self.c

        def mixed(x: Term, y: Term, u: Term, at_x: Fact, at_y: Fact, inside: Fact) -> Fact:
            z, (hx, hy) = (1 - u) * x + u * y, (dot(w, c.v(t)) for w in (x, y))
            low = p.arith(dot(z, c.v(t)) > self.cut(n - 1), c.above_all.apply(self.cut(n - 1), hx, hy, u, using=[
                at_x.right.left, at_y.right.left, inside]))  # fmt: skip

            def upper(one: Fact, two: Fact) -> Fact:
                flipped = c.above_all.apply(-self.cut(n), -hx, -hy, u, using=[one, two, inside])
                return p.arith(dot(z, c.v(t)) < self.cut(n), flipped)

            tops = at_x.right.right, at_y.right.right
            high = upper(*tops) if self.flat else given(p, n < self.L, lambda yes: upper(
                *(p.modus_ponens(f, yes) for f in tops)))  # fmt: skip
            return p.both(c.mixed(t, x, y, u, at_x.left, at_y.left, inside), low, high)

        return convex_connected(p, self.region(t, n), mixed)

    def in_lap(self, n: Term, within: Fact, x: Term, low: Fact, high: Fact | None) -> Fact:
        """H(x) = a(n) x + d(n), from cut(n-1) <= x and, unless the n-th lap has no end, x <= cut(n)."""
        p = self.p
        rule = p.modus_ponens(self.zigzag[5](n), within)
        wanted = self.H(x) == self.a(n) * x + self.d(n)

        def bounded(top: Fact) -> Fact:
            return p.modus_ponens(rule(x), p.both(low, top))

        if self.flat:
            return bounded(high)

        def last(no: Fact) -> Fact:
            is_last = p.arith(self.L == n, no, within)
            hole = var("hole_int", "int")
            start = transport(p, lam(hole, self.cut(hole - 1) <= x), p.symmetric(is_last), low)
            at_end = p.modus_ponens(self.tail(x), p.arith(self.cut(self.L - 1) <= x, start))
            return transport(p, lam(hole, self.H(x) == self.a(hole) * x + self.d(hole)), is_last, at_end)

        return p.decide(n < self.L, lambda yes: bounded(p.arith(x <= self.cut(n), p.modus_ponens(high, yes))),
                        lambda no: p.prove(wanted, last(no)))  # fmt: skip

    def region_affine(self, t: Term, n: Term, at_t: Fact, at_n: Fact) -> Fact:
        """forall r: r in the region => H(g(r)) = <r, a(n) v(t)> + d(n)."""
        p, c, r = self.p, self.c, self.p.fresh("r", "V")

        def value(inside: Fact) -> Fact:
            height = c.value(t, at_t, r, inside.left)
            low = p.arith(self.cut(n - 1) <= c.g(r), height, inside.right.left)
            top = inside.right.right
            high = p.arith(c.g(r) <= self.cut(n), height, top) if self.flat else given(
                p, n < self.L, lambda yes: p.arith(c.g(r) < self.cut(n), height, p.modus_ponens(top, yes)))  # fmt: skip
            return p.arith(self.H(c.g(r)) == dot(r, self.a(n) * c.v(t)) + self.d(n), self.in_lap(
                n, at_n, c.g(r), low, high), height, multipliers=[1, self.a(n)])  # fmt: skip

        return p.general(r, given(p, self.region(t, n)(r), value))

    def region_inhabited(self, t: Term, n: Term, at_t: Fact, at_n: Fact, positive: Fact) -> Fact:
        """Some x lies in the region: one of the cone, scaled."""
        p, c, x0 = self.p, self.c, vector("x")
        mark = p.opened
        x, inside = p.obtain(p.modus_ponens(self.peaks(t), at_t), "x")
        size = dot(x, c.v(t))
        up = positive.apply(t, x, using=[at_t, inside])
        inverse = p.lemma("inverse", size, using=[up])
        reciprocal = p.arith(1 / size > 0, inverse, up)
        low = p.modus_ponens(self.zigzag[2](n), at_n)
        start = self.increasing().apply(0, n - 1, using=[p.arith(term(0) <= 0), at_n])
        middle = (self.cut(n - 1) + self.cut(n)) / 2
        scale = middle * (1 / size)
        factor = p.arith(scale > 0, p.arith(middle > 0, low, start, self.zigzag[1]), reciprocal)
        height = p.arith(dot(scale * x, c.v(t)) == middle, inverse, multipliers=[middle])

        def one(s: Term, bounds: Fact) -> Fact:
            return given(
                p,
                negation(s == t),
                lambda no: p.arith(
                    dot(scale * x, c.v(t) - c.v(s)) > 0, p.modus_ponens(p.modus_ponens(inside(s), bounds), no), factor
                ),
            )

        top = p.arith(dot(scale * x, c.v(t)) < self.cut(n), height, low)
        whole = p.both(over(p, 1, c.N, one), p.arith(dot(scale * x, c.v(t)) > self.cut(n - 1), height, low),
                       top if self.flat else given(p, n < self.L, lambda _: top))  # fmt: skip
        return p.close(p.witness(exists(x0, self.region(t, n)(x0)), scale * x, whole), mark)

    def apart(self, s: Term, t: Term, n: Term, j: Term, at_s: Fact, at_t: Fact, at_n: Fact, at_j: Fact, x: Term,
              one: Fact, two: Fact, increasing: Fact) -> tuple[Fact, Fact]:  # fmt: skip
        """s = t and n = j, where x lies in the regions of (s, n) and of (t, j)."""
        p, c = self.p, self.c
        same = c.apart(s, t, at_s, at_t, x, one.left, two.left)
        level = paired(p, x, p.congruent(c.v, same))

        def ordered(n: Term, j: Term, at_n: Fact, at_j: Fact, less: Fact, first: Fact, second: Fact) -> Fact:
            before = p.arith(n <= j - 1, less)
            up = increasing.apply(n, j - 1, using=[p.arith(0 <= n, at_n), before, p.arith(j - 1 <= self.L, at_j)])
            top = first.right.right
            top = top if self.flat else p.modus_ponens(top, p.arith(n < self.L, less, at_j))
            return p.arith(false, up, top, second.right.left, level)

        def unequal(no: Fact) -> Fact:
            return p.decide(
                n < j,
                lambda yes: ordered(n, j, at_n, at_j, yes, one, two),
                lambda not_less: ordered(
                    j,
                    n,
                    at_j,
                    at_n,
                    p.absurd(j < n, lambda also: p.conflict(p.arith(n == j, not_less, also), no)),
                    two,
                    one,
                ),
            )

        return same, p.absurd(n == j, unequal)

    # What is affine near a point.

    def affine_near(self, B: Term, x: Term, alpha: Term, c: Term) -> Term:
        """B is open, x lies in it, and H(g(r)) = <r, alpha> + c for r in B."""
        r = vector("r")
        return conj(OpenSet(B), B(x), forall(r, implies(B(r), self.f(r) == dot(r, alpha) + c)))

    def steep(self, nonnegative: Fact, slopes: Fact) -> Fact:
        """forall B, x, alpha, c, n, t: affine near x, 1 <= n <= L, 1 <= t <= N, <x, v(t)> = g(x), cut(n-1) < g(x) or
        n = 1, g(x) below the n-th cut => alpha = a(n) v(t) and c = d(n)."""
        p, g, v, N = self.p, self.c.g, self.c.v, self.c.N
        B, x, alpha, c = p.fresh("B", "V->bool"), p.fresh("x", "V"), p.fresh("alpha", "V"), p.fresh("c", "real")
        n, t, r, y = p.fresh("n", "int"), p.fresh("t", "int"), vector("r"), p.fresh("y", "V")
        premise = conj(self.affine_near(B, x, alpha, c), between(1, n, self.L), between(1, t, N), dot(x, v(t)) == g(x),
                       either(self.cut(n - 1) < g(x), n == 1), self.below(n, g(x)))  # fmt: skip
        wanted = conj(alpha == self.a(n) * v(t), c == self.d(n))

        def prove(whole: Fact) -> Fact:
            near, at_n, at_t, peak = whole.left, whole.right.left, whole.right.right.left, whole.right.right.right.left
            side, top = whole.right.right.right.right.left, whole.right.right.right.right.right
            uppers = lam(k, r, self.below(n, dot(r, v(k))))
            low_lap = p.modus_ponens(self.zigzag[3](n), at_n)
            nonzero = p.by_cases(low_lap, *[lambda f: p.arith(negation(self.a(n) == 0), f.left)] * 2)
            all_upper = lam(r, every(k, 1, N, uppers(k)(r)))
            upper_open = p.restate(all_open(p, uppers, N, self.c.count, over(
                p, 1, N, lambda t, _: self.upper_open(t, n)[1])), OpenSet(all_upper))  # fmt: skip

            def under_cut(s: Term, at_s: Fact) -> Fact:
                level = p.modus_ponens(self.c.bound(x, s), at_s)
                if self.flat:
                    return p.arith(dot(x, v(s)) < self.cut(n), level, top)
                return given(
                    p, n < self.L, lambda yes: p.arith(dot(x, v(s)) < self.cut(n), level, p.modus_ponens(top, yes))
                )

            in_upper = over(p, 1, N, under_cut)

            def with_lower(lower: Term, opened: Fact, here: Fact, above: Callable[[Term, Fact], Fact]) -> Fact:
                """The claim, where ``lower`` is open, holds x, and gives cut(n-1) <= g(y) (``above``)."""
                inner = lam(r, conj(lower(r), all_upper(r)))
                C = lam(r, conj(B(r), inner(r)))
                C_open = both_open(p, B, inner, near.left, both_open(p, lower, all_upper, opened, upper_open))
                at_x = p.both(near.right.left, here, in_upper)
                line = p.general(y, given(p, C(y), lambda in_C: p.modus_ponens(near.right.right(y), in_C.left)))

                def value(y: Term, in_C: Fact) -> Fact:
                    """H(g(y)) = a(n) g(y) + d(n)."""
                    mark = p.opened
                    s, high = p.obtain(self.c.attained(y), "t")
                    limit = p.modus_ponens(in_C.right.right(s), high.left)
                    if self.flat:
                        limit = p.arith(g(y) <= self.cut(n), limit, high.right)
                    else:
                        hidden = limit
                        limit = given(p, n < self.L, lambda yes: p.arith(
                            g(y) < self.cut(n), p.modus_ponens(hidden, yes), high.right))  # fmt: skip
                    return p.close(self.in_lap(n, at_n, g(y), above(y, in_C.right.left), limit), mark)

                def touching(in_C: Fact) -> Fact:
                    below = p.modus_ponens(self.c.bound(y, t), at_t)
                    return p.arith(self.a(n) * (self.f(y) - dot(y, self.a(n) * v(t)) - self.d(n)) >= 0, value(y, in_C),
                                   p.arith(self.a(n) * self.a(n) * (g(y) - dot(y, v(t))) >= 0, below, squares=[
                                       self.a(n)]), multipliers=[self.a(n), 1])  # fmt: skip

                touched = p.general(y, given(p, C(y), touching))
                start = p.arith(self.f(x) == dot(x, self.a(n) * v(t)) + self.d(n), value(x, at_x), peak,
                                multipliers=[self.a(n), 1])  # fmt: skip
                return slopes.apply(C, self.f, x, alpha, c, self.a(n) * v(t), self.d(n), self.a(n), using=[
                    C_open, at_x, line, touched, start, nonzero])  # fmt: skip

            def strict(fact: Fact) -> Fact:
                lower = lam(r, dot(r, v(t)) > self.cut(n - 1))
                return with_lower(
                    lower, half_space_open(p, self.c.balls, v(t), self.cut(n - 1)),
                    p.arith(dot(x, v(t)) > self.cut(n - 1), fact, peak), lambda y, high: p.arith(
                        self.cut(n - 1) <= g(y), high, p.modus_ponens(self.c.bound(y, t), at_t)))  # fmt: skip

            def first(fact: Fact) -> Fact:
                anything = lam(r, term(0) <= 0)
                start = transport(p, lam(q, self.cut(q - 1) == 0), p.symmetric(fact), p.arith(
                    self.cut(term(1) - 1) == 0, self.zigzag[1]))  # fmt: skip
                return with_lower(
                    anything, is_open(p, anything, lambda x, _: (
                        term(1), p.arith(term(1) > 0), lambda y, close: p.arith(term(0) <= 0))),
                    p.arith(term(0) <= 0), lambda y, _: p.arith(self.cut(n - 1) <= g(y), start,
                                                                nonnegative(y)))  # fmt: skip

            return p.prove(wanted, p.by_cases(side, strict, first))

        return p.general(B, x, alpha, c, n, t, given(p, premise, prove))

    def kink(self, scaled: Fact, increasing: Fact) -> Fact:
        """forall B, x, alpha, c, j: not (affine near x, 1 <= j <= L (j < L unless flat), g(x) = cut(j))."""
        p, g = self.p, self.c.g
        B, x, alpha, c = p.fresh("B", "V->bool"), p.fresh("x", "V"), p.fresh("alpha", "V"), p.fresh("c", "real")
        j, H = p.fresh("j", "int"), self.H
        last = j <= self.L if self.flat else j < self.L
        premise = conj(self.affine_near(B, x, alpha, c), 1 <= j, last, g(x) == self.cut(j))
        size = self.cut(j)

        def prove(whole: Fact) -> Fact:
            near, low, high, level = whole.left, whole.right.left, whole.right.right.left, whole.right.right.right
            within = p.both(low, p.arith(j <= self.L, high))
            start = increasing.apply(0, j - 1, using=[p.arith(term(0) <= 0), p.arith(0 <= j - 1, low), p.arith(
                j - 1 <= self.L, high)])  # fmt: skip
            left = p.modus_ponens(self.zigzag[2](j), within)
            positive = p.arith(size > 0, left, start, self.zigzag[1])
            inverse = p.lemma("inverse", size, using=[positive])
            reciprocal = p.arith(1 / size > 0, inverse, positive)
            radius, ball = p.obtain(p.modus_ponens(p.open_definition(near.left)(x), near.right.left), "rho")
            length = dot(x, x)
            nonnegative = p.step("gram", [], [x])
            bottom = 1 + radius + length
            under = p.lemma("inverse", bottom, using=[p.arith(bottom > 0, nonnegative, ball.left)])
            share = p.arith(1 / bottom > 0, under, nonnegative, ball.left)
            first = radius * (1 / bottom)
            unit = p.arith(length * (1 / bottom) >= 0, nonnegative, share)
            part = p.arith(first + length * (1 / bottom) < 1, under, share)
            first_positive = p.arith(first > 0, ball.left, share)
            second = (self.cut(j) - self.cut(j - 1)) * (1 / size)
            second_positive = p.arith(second > 0, left, reciprocal)

            def turn(third: Term, third_positive: Fact, slope: Term, height: Term, differs: Fact,
                     after: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
                """false, where H continues with another slope: ``after(y, cut(j) <= y, y <= (1 + third) cut(j))``."""
                t, facts = p.obtain(_least(p, [(first, first_positive), (second, second_positive),
                                               (third, third_positive)]),
                                    "tau")  # fmt: skip
                move = facts.left
                small = p.arith(t <= 1, facts.right.left, part, unit)
                square = p.arith(t * (t * length) <= t * length, small, p.arith(t * length >= 0, move, nonnegative))
                near_by = p.arith(t * length < radius, p.arith(t * length <= first * length, facts.right.left,
                                                               nonnegative),
                                  p.arith(first * length < radius, p.arith(
                                      length * (1 / bottom) < 1, part, first_positive), ball.left))  # fmt: skip
                heights = {}
                for s in (1, -1):
                    scale = 1 + s * t
                    y = scale * x
                    inside = p.modus_ponens(ball.right(y), p.arith(dot(y - x, y - x) < radius, square, near_by))
                    reach = scaled.apply(x, scale, using=[p.arith(scale >= 0, small, move)])
                    level_y = p.arith(g(y) == scale * size, reach, level, multipliers=[scale, 1])
                    line = p.arith(H(g(y)) == scale * dot(x, alpha) + c, p.modus_ponens(near.right.right(y), inside))
                    heights[s] = p.arith(H(scale * size) == scale * dot(x, alpha) + c, line, p.congruent(H, level_y))
                here = p.arith(H(size) == dot(x, alpha) + c, p.modus_ponens(near.right.right(x), near.right.left),
                               p.congruent(H, level))  # fmt: skip
                back = (1 - t) * size
                moved = p.arith(t * size >= 0, move, positive)
                width = p.arith(t * size <= self.cut(j) - self.cut(j - 1), facts.right.right.left, positive, p.arith(
                    second * size == self.cut(j) - self.cut(j - 1), inverse,
                    multipliers=[self.cut(j) - self.cut(j - 1)]))  # fmt: skip
                rule = p.modus_ponens(self.zigzag[5](j), within)
                before = p.modus_ponens(rule(back), p.both(p.arith(self.cut(j - 1) <= back, width), p.arith(
                    back <= self.cut(j), moved)))  # fmt: skip
                top = p.modus_ponens(
                    rule(size), p.both(p.arith(self.cut(j - 1) <= size, left), p.arith(size <= self.cut(j)))
                )
                far = (1 + t) * size
                beyond = after(far, p.arith(size <= far, moved), p.arith(
                    far <= size + third * size, facts.right.right.right, positive))  # fmt: skip
                at_cut = after(size, p.arith(size <= size), p.arith(size <= size + third * size, p.arith(
                    third * size >= 0, third_positive, positive)))  # fmt: skip
                before = p.arith(H((1 + -1 * t) * size) == self.a(j) * back + self.d(j), before)
                beyond = p.arith(H((1 + 1 * t) * size) == slope * far + height, beyond)
                gap = p.arith(
                    t * size * (slope - self.a(j)) == 0, before, beyond, top, at_cut, heights[1], heights[-1], here
                )
                step = p.arith(t * size > 0, move, positive)
                return p.conflict(p.arith(self.a(j) == slope, gap, step), differs)

            def inner(yes: Fact) -> Fact:
                following = p.both(p.arith(1 <= j + 1, low), p.arith(j + 1 <= self.L, yes))
                right = p.arith(self.cut(j) < self.cut(j + 1), p.modus_ponens(self.zigzag[2](j + 1), following))
                third = (self.cut(j + 1) - self.cut(j)) * (1 / size)
                span = p.arith(third * size == self.cut(j + 1) - self.cut(j), inverse,
                               multipliers=[self.cut(j + 1) - self.cut(j)])  # fmt: skip
                rule = p.modus_ponens(self.zigzag[5](j + 1), following)
                differs = p.modus_ponens(self.zigzag[4](j), p.both(low, p.arith(j <= self.L - 1, yes)))
                return turn(third, p.arith(third > 0, right, reciprocal), self.a(j + 1), self.d(j + 1), differs,
                            lambda y, above, below: p.modus_ponens(rule(y), p.both(
                                p.arith(self.cut(j + 1 - 1) <= y, above), p.arith(y <= self.cut(j + 1), below,
                                    span))))  # fmt: skip

            def end(no: Fact) -> Fact:
                is_last = p.arith(j == self.L, no, high)
                edge = p.congruent(self.cut, is_last)
                lap = p.modus_ponens(self.zigzag[3](j), within)
                differs = p.by_cases(lap, *[lambda f: p.arith(negation(self.a(j) == 0), f.left)] * 2)
                return turn(term(1), p.arith(term(1) > 0), term(0), term(0), differs, lambda y, above, _: p.arith(
                    H(y) == 0 * y + 0, p.modus_ponens(self.tail(y), p.arith(y >= self.cut(self.L), above,
                        edge))))  # fmt: skip

            return p.decide(j < self.L, inner, end) if self.flat else inner(high)

        return p.general(B, x, alpha, c, j, p.refute(premise, prove))

    def which_lap(self) -> Fact:
        """forall s >= 0: some 1 <= n <= L has cut(n-1) <= s < cut(n), or s >= cut(L)."""
        p, s = self.p, self.p.fresh("s", "real")
        n0 = integer("n")
        low = p.assume(s >= 0)

        def some_lap(m: Term) -> Term:
            return exists(n0, conj(between(1, n0, m), self.cut(n0 - 1) <= s, s < self.cut(n0)))

        def claim(m: Term) -> Term:
            return either(some_lap(m), s >= self.cut(m))

        def step(m: Term, above: Fact, here: Fact) -> Fact:
            goal = claim(m + 1)

            def old(found: Fact) -> Fact:
                n, facts = p.obtain(found, "n")
                bounds = p.both(facts.left.left, p.arith(n <= m + 1, facts.left.right))
                return p.or_intro(goal, p.witness(goal.args[0], n, p.both(bounds, facts.right.left, facts.right.right)))

            def new(beyond: Fact) -> Fact:
                bounds = p.both(p.arith(1 <= m + 1, above), p.arith(m + 1 <= m + 1))
                return p.decide(s < self.cut(m + 1), lambda yes: p.or_intro(goal, p.witness(goal.args[0], m + 1, p.both(
                    bounds, p.arith(self.cut(m + 1 - 1) <= s, beyond), yes))), lambda no: p.or_intro(
                    goal, p.arith(s >= self.cut(m + 1), no)))  # fmt: skip

            return p.by_cases(here, old, new)

        start = p.or_intro(claim(term(0)), p.arith(s >= self.cut(term(0)), low, self.zigzag[1]))
        whole = p.induction("m", 0, claim, start, step).apply(self.L, using=[p.arith(self.L >= 0, self.zigzag[0])])
        return p.general(s, p.implication(low.formula, whole))


def _least(p: Proof, numbers: list[tuple[Term, Fact]]) -> Fact:
    """Some tau > 0 is at most each of these positive numbers."""
    tau = var("tau", "real")
    goal = exists(tau, conj(tau > 0, *(tau <= x for x, _ in numbers)))

    def with_least(best: tuple[Term, Fact], known: list[Fact], rest: list[tuple[Term, Fact]]) -> Fact:
        if not rest:
            return p.witness(goal, best[0], p.both(best[1], *(p.arith(best[0] <= x, *known) for x, _ in numbers)))
        (x, positive), *others = rest
        return p.decide(best[0] <= x, lambda yes: with_least(best, [*known, yes], others),
                        lambda no: with_least((x, positive), [*known, p.arith(x <= best[0], no)], others))  # fmt: skip

    return with_least(numbers[0], [], numbers[1:])


# Numbering pairs (v, n), 1 <= v <= N, 1 <= n <= L, by 1, ..., N L.


def numbered(N: Term, L: Term, row: Term, col: Term) -> Term:
    """row and col number the pairs."""
    s, t, n = integer("s"), integer("t"), integer("n")
    number = (t - 1) * L + n
    return conj(
        every(s, 1, N * L, conj(between(1, row(s), N), between(1, col(s), L), s == (row(s) - 1) * L + col(s))),
        forall(t, n, implies(conj(between(1, t, N), between(1, n, L)), conj(
            between(1, number, N * L), row(number) == t, col(number) == n))))  # fmt: skip


def numbering(p: Proof, N: Term, L: Term, some: Fact) -> tuple[Term, Term, Fact]:
    """row, col and numbered(N, L, row, col), for L >= 1."""
    row = lam(q, floor((q - 1) / L) + 1)
    col = lam(q, q - (row(q) - 1) * L)
    inverse = p.lemma("inverse", L, using=[p.arith(L > 0, some)])
    scale = p.arith(1 / L > 0, inverse, some)

    def place(x: Term) -> tuple[Fact, Fact]:
        """floor(x / L) L <= x < (floor(x / L) + 1) L."""
        low, high = p.lemma("floor", x / L).split()
        whole = p.arith(x / L * L == x, inverse, multipliers=[x])
        size = p.arith(L > 0, some)
        return (
            p.arith(floor(x / L) * L <= x, p.arith((x / L - floor(x / L)) * L >= 0, low, size), whole),
            p.arith(x < (floor(x / L) + 1) * L, p.arith((floor(x / L) + 1 - x / L) * L > 0, high, size), whole),
        )

    def forth(s: Term, bounds: Fact) -> Fact:
        k = floor((s - 1) / L)
        low, high = place(s - 1)
        below, above = p.lemma("floor", (s - 1) / L).split()
        start = p.arith((s - 1) / L >= 0, bounds, scale)
        end = p.arith(
            (s - 1) / L < N, p.arith((N * L - (s - 1)) * (1 / L) > 0, bounds, scale), inverse, multipliers=[N, 1]
        )
        first = p.arith(k >= 0, start, above)
        last = p.arith(k + 1 <= N, end, below)
        return p.both(p.both(p.arith(1 <= row(s), first), p.arith(row(s) <= N, last)),
                      p.both(p.arith(1 <= col(s), low), p.arith(col(s) <= L, high)),
                      p.arith(s == (row(s) - 1) * L + col(s)))  # fmt: skip

    def back(facts: list[Fact]) -> Fact:
        number = (t - 1) * L + n
        x = number - 1
        below, above = p.lemma("floor", x / L).split()
        split = p.arith(x / L == t - 1 + (n - 1) / L, inverse, multipliers=[t - 1, 1])
        part = p.arith((n - 1) / L >= 0, scale, *facts)
        less = p.arith((n - 1) / L < 1, p.arith((L - n + 1) * (1 / L) > 0, scale, *facts), inverse)
        k = p.arith(floor(x / L) == t - 1, p.arith(floor(x / L) <= t - 1, below, split, less),
                    p.arith(floor(x / L) >= t - 1, above, split, part))  # fmt: skip
        size = p.arith((t - 1) * L >= 0, some, *facts)
        room = p.arith((N - t) * L >= 0, some, *facts)
        return p.both(p.both(p.arith(1 <= number, size, *facts), p.arith(number <= N * L, room, *facts)),
                      p.arith(row(number) == t, k), p.arith(col(number) == n, k, multipliers=[L, 1]))  # fmt: skip

    t, n = p.fresh("t", "int"), p.fresh("n", "int")
    second = for_all(p, [t, n], conj(between(1, t, N), between(1, n, L)), back)
    fact = p.both(over(p, 1, N * L, forth, "s"), second)
    return row, col, p.prove(numbered(N, L, row, col), fact)


@dataclass
class Beyond:
    """What lies beyond the last cut of a function that is 0 there: the sets X(1), ..., X(E), with g(r) > cut(L)."""

    E: int
    X: Term
    there: Callable[[Term, Fact], Fact]  # e, 1 <= e <= E: some x in X(e)
    is_open: Callable[[Term], Fact]
    connected: Callable[[Term, Fact], Fact]
    far: Callable[[Term, Fact, Term, Fact], Fact]  # e, its bounds, r, X(e)(r): g(r) > cut(L)
    apart: Callable[[Term, Term, Fact, Fact, Term, Fact, Fact], Fact]
    local: Callable[[Term, Fact], tuple[Term, Fact, Fact]]  # x, g(x) > cut(L): e, its bounds, X(e)(x)
    single: Callable[..., Fact]


def same_set(p: Proof, A: Term, C: Term, forth: Fact, back: Fact, opened: Fact, joined: Fact) -> tuple[Fact, Fact]:
    """C is open and connected, because A is and the two have the same points (``forth``: A(x) => C(x), ``back``)."""

    def ball(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
        radius, known = p.obtain(p.modus_ponens(p.open_definition(opened)(x), p.modus_ponens(back(x), here)), "rho")
        return radius, known.left, lambda y, close: p.modus_ponens(forth(y), p.modus_ponens(known.right(y), close))

    x, y, u = p.fresh("x", "V"), p.fresh("y", "V"), p.fresh("u", "real")
    goal = Connected(C)
    premise, wanted = instance_of(body(goal), x, y).args

    def chain_in(both: Fact) -> Fact:
        n, z, facts = p.obtain(p.modus_ponens(p.open_definition(joined)(x, y), p.both(*(
            p.modus_ponens(back(w), f) for w, f in ((x, both.left), (y, both.right))))), "n", "z")  # fmt: skip
        along = over(p, 0, n - 1, lambda k, bounds: for_all(p, [u], between(0, u, 1), lambda inside: p.modus_ponens(
            forth((1 - u) * z(k) + u * z(k + 1)), p.modus_ponens(p.modus_ponens(facts.right.right.right(k), bounds)(u),
                                                                 p.both(*inside)))))  # fmt: skip
        return p.witness(wanted, n, z, p.both(facts.left, facts.right.left, facts.right.right.left, along))

    return is_open(p, C, ball), p.restate(p.general(x, y, given(p, premise, chain_in)), goal)


def shell_pieces(sh: Shells, beyond: Beyond | None) -> Fact:
    """PieceCount(r -> H(g(r)), N L), or N L + E with the E sets beyond the last cut."""
    p, c = sh.p, sh.c
    N, L, v, g = c.N, sh.L, c.v, c.g
    positive, nonnegative, scaled, increasing = sh.positive(), sh.nonnegative(), sh.scaled(), sh.increasing()
    rays, slopes, laps = sh.same_ray(positive), gradient(p), sh.which_lap()
    steep, kink = sh.steep(nonnegative, slopes), sh.kink(scaled, increasing)
    row, col = p.fresh("row", "int->int"), p.fresh("col", "int->int")
    numbers = p.assume(numbered(N, L, row, col))
    pairs, back = numbers.left, numbers.right
    regions = N * L
    T = regions if beyond is None else regions + beyond.E
    t0, r = integer("t"), vector("r")

    def early(t: Term) -> Term:
        return t <= regions

    if beyond is None:
        P = lam(t0, r, sh.region(row(t0), col(t0))(r))
        slope, height = lam(t0, sh.a(col(t0)) * v(row(t0))), lam(t0, sh.d(col(t0)))
    else:
        P = lam(t0, r, conj(implies(early(t0), sh.region(row(t0), col(t0))(r)),
                            implies(negation(early(t0)), beyond.X(t0 - regions)(r))))  # fmt: skip
        slope = lam(t0, where(early(t0), sh.a(col(t0)) * v(row(t0)), 0 * v(1)))
        height = lam(t0, where(early(t0), sh.d(col(t0)), 0))

    def pair(t: Term, bounds: Fact) -> tuple[Fact, Fact, Fact]:
        fact = p.modus_ponens(pairs(t), bounds)
        return fact.left, fact.right.left, fact.right.right

    def extra(t: Term, bounds: Fact, no: Fact) -> Fact:
        """1 <= t - N L <= E."""
        return p.both(p.arith(1 <= t - regions, no), p.arith(t - regions <= beyond.E, bounds))

    def sort(t: Term, bounds: Fact, one: Callable[[Fact, Fact], Fact], other: Callable[[Fact, Fact], Fact]) -> Fact:
        """``one(1 <= t <= N L, t <= N L)`` or ``other(1 <= t - N L <= E, not t <= N L)``."""
        if beyond is None:
            return one(bounds, bounds)
        return p.decide(early(t), lambda yes: one(p.both(bounds.left, yes), yes),
                        lambda no: other(extra(t, bounds, no), no))  # fmt: skip

    def enter(t: Term, x: Term, fact: Fact, side: Fact) -> Fact:
        """P(t)(x), from x in the region, or the set beyond, that it is."""
        if beyond is None:
            return fact
        first, second = (f.args[0] for f in P(t)(x).args)
        yes, no = (f.args[1] for f in P(t)(x).args)
        if side.formula.op == "not":
            return p.both(given(p, first, lambda at: p.anything(yes, p.conflict(at, side))),
                          p.implication(second, fact))  # fmt: skip
        return p.both(p.implication(first, fact), given(p, second, lambda at: p.anything(no, p.conflict(side, at))))

    def leave(fact: Fact, side: Fact) -> Fact:
        """The converse."""
        if beyond is None:
            return fact
        return p.modus_ponens(fact.right if side.formula.op == "not" else fact.left, side)

    x0 = p.fresh("x", "V")

    def inhabited(t: Term, bounds: Fact) -> Fact:
        wanted = exists(x0, P(t)(x0))

        def moved(there: Fact, side: Fact) -> Fact:
            mark = p.opened
            x, inside = p.obtain(there, "x")
            return p.close(p.witness(wanted, x, enter(t, x, inside, side)), mark)

        def one(low: Fact, side: Fact) -> Fact:
            at_t, at_n, _ = pair(t, low)
            return moved(sh.region_inhabited(row(t), col(t), at_t, at_n, positive), side)

        return sort(t, bounds, one, lambda high, side: moved(beyond.there(t - regions, high), side))

    def sets(t: Term, bounds: Fact, which: int) -> Fact:
        def carried(A: Term, opened: Fact, joined: Fact, side: Fact) -> Fact:
            if beyond is None:
                return (opened, joined)[which]
            forth = p.general(x0, given(p, A(x0), lambda f: enter(t, x0, f, side)))
            back = p.general(x0, given(p, P(t)(x0), lambda f: leave(f, side)))
            return same_set(p, A, P(t), forth, back, opened, joined)[which]

        return sort(t, bounds, lambda low, side: carried(
            sh.region(row(t), col(t)), regions_open(row(t), col(t)), regions_connected(row(t), col(t)), side),
            lambda high, side: carried(beyond.X(t - regions), beyond.is_open(t - regions), beyond.connected(
                t - regions, high), side))  # fmt: skip

    t, n = p.fresh("t", "int"), p.fresh("n", "int")
    regions_open = p.general(t, n, sh.region_open(t, n))
    regions_connected = p.general(t, n, sh.region_connected(t, n))

    def written(t: Term, side: Fact) -> tuple[Fact, Fact]:
        """slope(t) and height(t), written out."""
        if beyond is None:
            return p.ring(slope(t), slope(t)), p.ring(height(t), height(t))
        rule = "if_false" if side.formula.op == "not" else "if_true"
        return p.lemma(rule, *slope(t).args, using=[side]), p.lemma(rule, *height(t).args, using=[side])

    def zero_beyond(x: Term, far: Fact) -> Fact:
        return p.modus_ponens(sh.tail(g(x)), p.arith(g(x) >= sh.cut(L), far))

    def affine(t: Term, bounds: Fact) -> Fact:
        def value(inside: Fact) -> Fact:
            wanted = sh.f(x0) == dot(x0, slope(t)) + height(t)

            def one(low: Fact, side: Fact) -> Fact:
                at_t, at_n, _ = pair(t, low)
                at_x = p.modus_ponens(sh.region_affine(row(t), col(t), at_t, at_n)(x0), leave(inside, side))
                a, d = written(t, side)
                return p.arith(wanted, at_x, paired(p, x0, a), d)

            def other(high: Fact, side: Fact) -> Fact:
                a, d = written(t, side)
                far = beyond.far(t - regions, high, x0, leave(inside, side))
                return p.arith(wanted, zero_beyond(x0, far), paired(p, x0, a), d)

            return sort(t, bounds, one, other)

        return p.general(x0, given(p, P(t)(x0), value))

    s, t = p.fresh("s", "int"), p.fresh("t", "int")

    def apart(whole: Fact) -> Fact:
        at_s, in_s, at_t, in_t = whole.left, whole.right.left, whole.right.right.left, whole.right.right.right

        def mixed(low: Fact, side: Fact, inner: Fact, high: Fact, e: Term, outer: Fact) -> Fact:
            """false: x in a region, and beyond the last cut."""
            u = s if inner is in_s else t
            at_u, at_n, _ = pair(u, low)
            inside = leave(inner, side)
            top = increasing.apply(col(u), L, using=[p.arith(0 <= col(u), at_n), at_n, p.arith(L <= L)])
            return p.arith(false, inside.right.right, top, c.value(row(u), at_u, x0, inside.left), beyond.far(
                e, high, x0, outer))  # fmt: skip

        def both_low(low_s: Fact, side_s: Fact) -> Fact:
            def one(low_t: Fact, side_t: Fact) -> Fact:
                (row_s, col_s, eq_s), (row_t, col_t, eq_t) = pair(s, low_s), pair(t, low_t)
                rows, cols = sh.apart(row(s), row(t), col(s), col(t), row_s, row_t, col_s, col_t, x0,
                                      leave(in_s, side_s), leave(in_t, side_t), increasing)  # fmt: skip
                return p.arith(s == t, eq_s, eq_t, rows, cols, multipliers=[1, L])

            return sort(t, at_t, one, lambda high, side: p.anything(s == t, mixed(
                low_s, side_s, in_s, high, t - regions, leave(in_t, side))))  # fmt: skip

        def high_first(high_s: Fact, side_s: Fact) -> Fact:
            return sort(
                t,
                at_t,
                lambda low, side: p.anything(s == t, mixed(low, side, in_t, high_s, s - regions, leave(in_s, side_s))),
                lambda high, side: p.arith(
                    s == t,
                    beyond.apart(s - regions, t - regions, high_s, high, x0, leave(in_s, side_s), leave(in_t, side)),
                ),
            )

        return sort(s, at_s, both_low, high_first)

    apart_premise = conj(between(1, s, T), P(s)(x0), between(1, t, T), P(t)(x0))
    apart_fact = p.general(s, t, x0, given(p, apart_premise, apart))
    B, alpha, d0 = p.fresh("B", "V->bool"), p.fresh("alpha", "V"), p.fresh("c", "real")
    local_goal = exists(t0, conj(between(1, t0, T), P(t0)(x0), alpha == slope(t0), d0 == height(t0)))
    near_formula = conj(B(x0), OpenSet(B), forall(r, implies(B(r), sh.f(r) == dot(r, alpha) + d0)))

    def local(whole: Fact) -> Fact:
        near = p.both(whole.right.left, whole.left, whole.right.right)
        k0, peak = p.obtain(c.attained(x0), "t")
        at_k = peak.left
        found = p.modus_ponens(laps(g(x0)), nonnegative(x0))

        def in_region(n: Term, at_n: Fact, low: Fact, side: Fact, below: Fact) -> Fact:
            """x lies in a region of the n-th lap: ``low`` is cut(n-1) < g(x), or ``side`` says n = 1."""

            def slope_at(k: Term, at: Fact, level: Fact) -> Fact:
                return p.modus_ponens(steep(B, x0, alpha, d0, n, k), p.both(near, at_n, at, level, side, below))

            first = slope_at(k0, at_k, peak.right)
            lap = p.modus_ponens(sh.zigzag[3](n), at_n)
            nonzero = p.by_cases(lap, *[lambda f: p.arith(negation(sh.a(n) == 0), f.left)] * 2)
            inverse = p.lemma("inverse", sh.a(n), using=[nonzero])

            def same(k: Term, at: Fact, level: Fact) -> Fact:
                return S.equal(p, v(k), v(k0), [(-1 / sh.a(n), slope_at(k, at, level).left),
                                                (1 / sh.a(n), first.left)], [
                    (v(k0) - v(k), inverse)])  # fmt: skip

            def lower(strict: Fact) -> Fact:
                return strict

            def at_zero(no: Fact) -> Fact:
                """g(x) = 0: then all v(k) are equally high, but two of them differ."""
                u, other = p.obtain(sh.other_index(k0), "s")
                w, opposite = p.obtain(p.modus_ponens(sh.opposites(u), other.left), "w")
                flat = p.arith(g(x0) <= 0, no, _at_first(p, sh, n, side, no))
                level = p.arith(dot(x0, v(u)) == g(x0), flat, nonnegative(x0),
                                p.modus_ponens(c.bound(x0, u), other.left),
                                p.modus_ponens(c.bound(x0, w), opposite.left),
                                    paired(p, x0, opposite.right))  # fmt: skip
                equal = same(u, other.left, level)
                return p.anything(sh.cut(n - 1) < g(x0), p.conflict(
                    equal, c.unequal(u, k0, other.left, at_k, other.right)))  # fmt: skip

            strict = p.decide(sh.cut(n - 1) < g(x0), lower, at_zero)
            cone = c.in_cone(k0, at_k, x0, peak.right, same)
            height = dot(x0, v(k0))
            top = p.arith(height < sh.cut(n), below, peak.right) if sh.flat else given(
                p, n < L, lambda yes: p.arith(height < sh.cut(n), p.modus_ponens(below, yes), peak.right))  # fmt: skip
            inside = p.both(cone, p.arith(height > sh.cut(n - 1), strict, peak.right), top)
            number = (k0 - 1) * L + n
            facts = p.modus_ponens(back(k0, n), p.both(at_k, at_n))
            rows, cols = facts.right.left, facts.right.right
            hole, hole_2 = var("hole_int", "int"), var("hole_int_2", "int")
            moved = transport(p, lam(hole, sh.region(hole, n)(x0)), p.symmetric(rows), inside)
            moved = transport(p, lam(hole_2, sh.region(row(number), hole_2)(x0)), p.symmetric(cols), moved)
            side_of = facts.left.right
            a, d = written(number, side_of)
            at_row = p.congruent(v, rows)
            at_a, at_d = p.congruent(sh.a, cols), p.congruent(sh.d, cols)
            alpha_is = S.equal(p, alpha, slope(number), [(1, first.left), (-1, a), (-sh.a(col(number)), at_row)], [
                (-1 * v(k0), at_a)])  # fmt: skip
            d_is = p.arith(d0 == height_of(number), first.right, d, at_d)
            bounds = p.both(facts.left.left, p.arith(number <= T, side_of))
            return p.witness(local_goal, number, p.both(bounds, enter(number, x0, moved, side_of), alpha_is, d_is))

        def height_of(t: Term) -> Term:
            return height(t)

        def at_lap(n: Term, at_n: Fact, low: Fact, below: Fact) -> Fact:
            side = either(sh.cut(n - 1) < g(x0), n == 1)

            def at_cut(no: Fact) -> Fact:
                def first(one: Fact) -> Fact:
                    return in_region(n, at_n, low, p.or_intro(side, one), below)

                def later(other: Fact) -> Fact:
                    many = p.arith(
                        1 <= n - 1, p.absurd(1 < n, lambda bad: p.conflict(p.arith(n == 1, bad, at_n), other))
                    )
                    level = p.arith(g(x0) == sh.cut(n - 1), low, no)
                    last = p.arith(n - 1 <= L if sh.flat else n - 1 < L, at_n)
                    return p.anything(local_goal, p.conflict(p.both(near, many, last, level), kink(
                        B, x0, alpha, d0, n - 1)))  # fmt: skip

                return p.decide(n == 1, first, later)

            return p.decide(
                sh.cut(n - 1) < g(x0), lambda yes: in_region(n, at_n, low, p.or_intro(side, yes), below), at_cut
            )

        def in_some(fact: Fact) -> Fact:
            n, facts = p.obtain(fact, "n")
            below = facts.right.right if sh.flat else given(p, n < L, lambda _: facts.right.right)
            return at_lap(n, facts.left, facts.right.left, below)

        def after_all(far: Fact) -> Fact:
            if beyond is None:
                last = p.both(p.arith(1 <= L, sh.zigzag[0]), p.arith(L <= L))
                low = p.arith(sh.cut(L - 1) <= g(x0), far, p.modus_ponens(sh.zigzag[2](L), last))
                return at_lap(
                    L, last, low, given(p, L < L, lambda no: p.anything(g(x0) < sh.cut(L), p.arith(false, no)))
                )

            def strictly(yes: Fact) -> Fact:
                e, bounds, inside = beyond.local(x0, yes)
                number = regions + e
                half = lam(r, dot(r, v(k0)) > sh.cut(L))
                C = lam(r, conj(B(r), half(r)))
                opened = both_open(p, B, half, near.left, half_space_open(p, c.balls, v(k0), sh.cut(L)))
                here = p.both(near.right.left, p.arith(dot(x0, v(k0)) > sh.cut(L), yes, peak.right))
                y = p.fresh("y", "V")

                def zero(in_C: Fact) -> Fact:
                    return zero_beyond(y, p.arith(g(y) > sh.cut(L), in_C.right, p.modus_ponens(c.bound(y, k0), at_k)))

                line = p.general(y, given(p, C(y), lambda in_C: p.modus_ponens(near.right.right(y), in_C.left)))
                level = p.general(y, given(p, C(y), lambda in_C: p.arith(
                    1 * (sh.f(y) - dot(y, 0 * v(1)) - 0) >= 0, zero(in_C))))  # fmt: skip
                found = slopes.apply(C, sh.f, x0, alpha, d0, 0 * v(1), 0, 1, using=[
                    opened, here, line, level, p.arith(sh.f(x0) == dot(x0, 0 * v(1)) + 0, zero_beyond(x0, yes)),
                    p.arith(negation(term(1) == 0))])  # fmt: skip
                high = p.arith(negation(number <= regions), bounds)
                hole = var("hole_int", "int")
                moved = transport(p, lam(hole, beyond.X(hole)(x0)), p.ring(e, number - regions), inside)
                a, d = written(number, high)
                size = p.arith(regions >= 0, p.arith(N >= 0, sh.two), p.arith(L >= 0, sh.zigzag[0]))
                in_range = p.both(p.arith(1 <= number, bounds, size), p.arith(number <= T, bounds))
                return p.witness(local_goal, number, p.both(
                    in_range, enter(number, x0, moved, high), S.equal(p, alpha, slope(number),
                                                                      [(1, found.left), (-1, a)]),
                    p.arith(d0 == height(number), found.right, d)))  # fmt: skip

            def at_end(no: Fact) -> Fact:
                level = p.arith(g(x0) == sh.cut(L), far, no)
                return p.anything(local_goal, p.conflict(p.both(
                    near, p.arith(1 <= L, sh.zigzag[0]), p.arith(L <= L), level),
                        kink(B, x0, alpha, d0, L)))  # fmt: skip

            return p.decide(sh.cut(L) < g(x0), strictly, at_end)

        return p.by_cases(found, in_some, after_all)

    local_fact = p.general(B, x0, alpha, d0, given(p, near_formula, local))
    y0, k1 = p.fresh("y", "V"), integer("k")
    covered_formula = forall(r, implies(B(r), exists(k1, conj(
        between(1, k1, T), P(k1)(r), slope(k1) == slope(s), height(k1) == height(s)))))  # fmt: skip
    single_premise = conj(OpenSet(B), Connected(B), covered_formula, B(x0), B(y0), between(1, s, T), P(s)(x0),
                          between(1, t, T), P(t)(y0))  # fmt: skip

    def single(whole: Fact) -> Fact:
        facts = []
        for _ in range(8):
            facts.append(whole.left)
            whole = whole.right
        facts.append(whole)
        _, joined, covered, in_x, in_y, at_s, in_s, at_t, in_t = facts
        k, known = p.obtain(p.modus_ponens(covered(y0), in_y), "k")
        at_k, in_k, same_slope, same_height = _four(known)
        same_index = p.modus_ponens(apart_fact(t, k, y0), p.both(at_t, in_t, at_k, in_k))

        def done(equal: Fact) -> Fact:
            return p.arith(s == t, equal, same_index)

        def low_s(low: Fact, side: Fact) -> Fact:
            def low_k(low_of_k: Fact, side_k: Fact) -> Fact:
                return done(
                    _same_line(
                        p,
                        sh,
                        rays,
                        positive,
                        increasing,
                        row,
                        col,
                        k,
                        s,
                        pair(k, low_of_k),
                        pair(s, low),
                        _joined(p, same_slope, written(k, side_k)[0], written(s, side)[0]),
                        _joined_numbers(p, same_height, written(k, side_k)[1], written(s, side)[1]),
                    )
                )

            return sort(k, at_k, low_k, lambda high, side_k: p.anything(s == t, _not_flat(
                p, sh, positive, row, col, s, pair(s, low), _joined(
                    p, p.symmetric(same_slope), written(s, side)[0], written(k, side_k)[0]))))  # fmt: skip

        def high_s(high: Fact, side: Fact) -> Fact:
            def high_k(high_of_k: Fact, side_k: Fact) -> Fact:
                def sides(z: Term, in_B: Fact) -> tuple[Term, Fact, Fact]:
                    """Every point of B lies in some X(e): e, its bounds, X(e)(z). Opens an existential."""
                    k, known = p.obtain(p.modus_ponens(covered(z), in_B), "k")
                    at_z, in_z, slope_z, _ = _four(known)
                    flat = p.refute(early(k), lambda yes: _not_flat(
                        p, sh, positive, row, col, k, pair(k, p.both(at_z.left, yes)), _joined(
                            p, slope_z, written(k, yes)[0], written(s, side)[0])))  # fmt: skip
                    return k - regions, extra(k, at_z, flat), leave(in_z, flat)

                high_t = p.arith(negation(t <= regions), p.arith(t == k, same_index), side_k)
                e = beyond.single(B, joined, sides, s - regions, t - regions, high, extra(t, at_t, high_t), x0, y0,
                                  in_x,
                                  in_y, leave(in_s, side), leave(in_t, high_t))  # fmt: skip
                return p.arith(s == t, e)

            return sort(k, at_k, lambda low, side_k: p.anything(s == t, _not_flat(
                p, sh, positive, row, col, k, pair(k, low), _joined(
                    p, same_slope, written(k, side_k)[0], written(s, side)[0]))), high_k)  # fmt: skip

        return sort(s, at_s, low_s, high_s)

    single_fact = p.general(B, x0, y0, s, t, given(p, single_premise, single))
    size = p.arith(N * L >= 0, p.arith(N >= 0, sh.two), p.arith(L >= 0, sh.zigzag[0]))
    counted = count_pieces(
        p, sh.f, T, p.arith(T >= 0, size), P, slope, height, there=over(p, 1, T, inhabited, "t"),
        opens=over(p, 1, T, lambda t, bounds: sets(t, bounds, 0), "t"),
        connected=over(p, 1, T, lambda t, bounds: sets(t, bounds, 1), "t"), affine=over(p, 1, T, affine, "t"),
        apart=apart_fact, local=local_fact, single=single_fact)  # fmt: skip
    whole = p.general(row, col, p.implication(numbers.formula, counted))
    numbers_row, numbers_col, known = numbering(p, N, L, sh.zigzag[0])
    return p.modus_ponens(whole(numbers_row, numbers_col), known)


def _four(fact: Fact) -> tuple[Fact, Fact, Fact, Fact]:
    return fact.left, fact.right.left, fact.right.right.left, fact.right.right.right


def _at_first(p: Proof, sh: Shells, n: Term, side: Fact, no: Fact) -> Fact:
    """cut(n-1) = 0, from n = 1, where cut(n-1) < g(x) is excluded."""
    hole = var("hole_int", "int")
    goal = sh.cut(n - 1) == 0
    start = p.arith(sh.cut(term(1) - 1) == 0, sh.zigzag[1])
    return p.by_cases(side, lambda yes: p.anything(goal, p.conflict(yes, no)), lambda one: transport(
        p, lam(hole, sh.cut(hole - 1) == 0), p.symmetric(one), start))  # fmt: skip


def _joined(p: Proof, middle: Fact, first: Fact, second: Fact) -> Fact:
    """x = z, from u = w, u = x and w = z, for vectors."""
    x, z = first.formula.args[1], second.formula.args[1]
    return S.equal(p, x, z, [(1, middle), (-1, first), (1, second)])


def _joined_numbers(p: Proof, middle: Fact, first: Fact, second: Fact) -> Fact:
    return p.arith(first.formula.args[1] == second.formula.args[1], middle, first, second)


def _not_flat(p: Proof, sh: Shells, positive: Fact, row: Term, col: Term, s: Term, pair: tuple[Fact, Fact, Fact],
              equal: Fact) -> Fact:  # fmt: skip
    """false, from a(n) v(t) = 0 v(1) for the pair (t, n) of a region."""
    at_t, at_n, _ = pair
    x, inside = p.obtain(p.modus_ponens(sh.peaks(row(s)), at_t), "x")
    up = positive.apply(row(s), x, using=[at_t, inside])
    lap = p.modus_ponens(sh.zigzag[3](col(s)), at_n)
    level = p.arith(sh.a(col(s)) * dot(x, sh.c.v(row(s))) == 0, paired(p, x, equal))
    return p.by_cases(lap, *[lambda f: p.arith(false, level, up, f.left)] * 2)


def _same_line(
    p: Proof,
    sh: Shells,
    rays: Fact,
    positive: Fact,
    increasing: Fact,
    row: Term,
    col: Term,
    k: Term,
    s: Term,
    pair_k: tuple[Fact, Fact, Fact],
    pair_s: tuple[Fact, Fact, Fact],
    slopes: Fact,
    heights: Fact,
) -> Fact:
    """k = s, from a(n) v(t) = a(j) v(w) and d(n) = d(j) for the pairs of k and of s."""
    (at_t, at_n, eq_k), (at_w, at_j, eq_s) = pair_k, pair_s
    t, n, w, j = row(k), col(k), row(s), col(s)
    a, d, cut, v = sh.a, sh.d, sh.cut, sh.c.v
    one, two = p.modus_ponens(sh.zigzag[3](n), at_n), p.modus_ponens(sh.zigzag[3](j), at_j)

    def ordered(n: Term, j: Term, at_n: Fact, at_j: Fact, less: Fact, shift: int, equal: Fact) -> Fact:
        """false, from n < j and cut(n - shift) = cut(j - shift)."""
        before = increasing.apply(
            n - shift,
            j - shift - 1,
            using=[
                p.arith(0 <= n - shift, at_n),
                p.arith(n - shift <= j - shift - 1, less),
                p.arith(j - shift - 1 <= sh.L, at_j),
            ],
        )
        step = p.modus_ponens(sh.zigzag[2](j - shift), p.both(
            p.arith(1 <= j - shift, less, at_n), p.arith(j - shift <= sh.L, at_j)))  # fmt: skip
        return p.arith(false, before, step, equal)

    def same_way(f: Fact, h: Fact) -> Fact:
        rising = f.left.formula.args[0].op == "num"
        inverse = p.lemma("inverse", a(n), using=[f.left])
        scale = p.arith(1 / a(n) > 0, inverse, f.left) if rising else p.arith(1 / a(n) < 0, inverse, f.left)
        ratio = a(j) * (1 / a(n))
        equal = S.equal(p, v(t), ratio * v(w), [(1 / a(n), slopes)], [(-1 * v(t), inverse)])
        rows = rays.apply(t, w, ratio, using=[p.both(at_t, at_w, p.arith(ratio > 0, scale, h.left), equal)])
        x, inside = p.obtain(p.modus_ponens(sh.peaks(w), at_w), "x")
        up = positive.apply(w, x, using=[at_w, inside])
        same_row = paired(p, x, p.congruent(v, rows))
        level = p.arith((a(n) - a(j)) * dot(x, v(w)) == 0, paired(p, x, slopes), same_row, multipliers=[1, a(n)])
        same_a = p.arith(a(n) == a(j), level, up)
        shift = 1 if rising else 0
        roots = p.arith(cut(n - shift) == cut(j - shift), p.arith(
            a(n) * (cut(n - shift) - cut(j - shift)) == 0, f.right, h.right, same_a, heights,
            multipliers=[1, cut(j - shift)]), f.left)  # fmt: skip

        def unequal(no: Fact) -> Fact:
            return p.decide(n < j, lambda yes: ordered(n, j, at_n, at_j, yes, shift, roots), lambda other: ordered(
                j, n, at_j, at_n, p.absurd(j < n, lambda also: p.conflict(p.arith(n == j, other, also), no)), shift,
                p.symmetric(roots)))  # fmt: skip

        cols = p.absurd(n == j, unequal)
        return p.arith(k == s, eq_k, eq_s, rows, cols, multipliers=[1, sh.L])

    def other_way(f: Fact, h: Fact) -> Fact:
        """One rises and the other falls: d(n) <= 0 < d(j), or the other way round."""
        facts = []
        for fact, index, bounds in ((f, n, at_n), (h, j, at_j)):
            rising = fact.left.formula.args[0].op == "num"
            low = increasing.apply(0, index - 1, using=[p.arith(term(0) <= 0), bounds])
            step = p.modus_ponens(sh.zigzag[2](index), bounds)
            if rising:
                product = p.arith(a(index) * cut(index - 1) >= 0, fact.left, low, sh.zigzag[1])
                facts.append(p.arith(d(index) <= 0, fact.right, product))
            else:
                product = p.arith(
                    a(index) * cut(index) < 0, fact.left, p.arith(cut(index) > 0, low, step, sh.zigzag[1])
                )
                facts.append(p.arith(d(index) > 0, fact.right, product))
        return p.anything(k == s, p.arith(false, *facts, heights))

    return p.by_cases(
        one, lambda f: p.by_cases(two, lambda h: same_way(f, h), lambda h: other_way(f, h)),
        lambda f: p.by_cases(two, lambda h: other_way(f, h), lambda h: same_way(f, h)))  # fmt: skip


def shells(p: Proof, g: Term, N: Term, v: Term, highest: Fact, two: Fact, H: Term, L: Term, cut: Term, a: Term, d: Term,
           zigzag: Fact, tail: Fact, flat: bool) -> Shells:  # fmt: skip
    """The shells of HighestOf(g, N, v), N >= 2, and Zigzag(H, L, cut, a, d) with its tail."""
    bound, attained, peaks, opposites = _four(p.open_definition(highest))
    s, t = p.fresh("s", "int"), p.fresh("t", "int")

    def unequal(fact: Fact) -> Fact:
        at_s, at_t, apart = fact.left, fact.right.left, fact.right.right
        x, inside = p.obtain(p.modus_ponens(peaks(t), at_t), "x")
        higher = p.modus_ponens(p.modus_ponens(inside(s), at_s), apart)
        return p.refute(v(s) == v(t), lambda e: p.arith(false, higher, paired(p, x, e)))

    distinct = p.general(s, t, given(p, conj(between(1, s, N), between(1, t, N), negation(s == t)), unequal))
    cones = Cones(p, None, None, g, N, v, p.arith(N >= 0, two), None, distinct, None, attained, bound,
                  half_space_ball(p), mixture_above(p))  # fmt: skip
    parts = p.open_definition(zigzag)
    laps = []
    for _ in range(5):
        laps.append(parts.left)
        parts = parts.right
    return Shells(p, cones, two, peaks, opposites, H, L, cut, a, d, [*laps, parts], tail, flat)


# Beyond the last cut of a function that is 0 there.


def far_point(sh: Shells, t: Term, at_t: Fact, positive: Fact) -> tuple[Term, Fact]:
    """A point x with <x, v(t)> > cut(L), for 1 <= t <= N. Opens an existential."""
    p, c = sh.p, sh.c
    x, inside = p.obtain(p.modus_ponens(sh.peaks(t), at_t), "x")
    size = dot(x, c.v(t))
    up = positive.apply(t, x, using=[at_t, inside])
    inverse = p.lemma("inverse", size, using=[up])
    scale = (sh.cut(sh.L) + 1) * (1 / size)
    return scale * x, p.arith(dot(scale * x, c.v(t)) > sh.cut(sh.L), inverse, multipliers=[sh.cut(sh.L) + 1])


def end_positive(sh: Shells) -> Fact:
    """cut(L) > 0."""
    p = sh.p
    last = p.both(p.arith(1 <= sh.L, sh.zigzag[0]), p.arith(sh.L <= sh.L))
    start = sh.increasing().apply(0, sh.L - 1, using=[p.arith(term(0) <= 0), p.arith(0 <= sh.L - 1, last), p.arith(
        sh.L - 1 <= sh.L)])  # fmt: skip
    return p.arith(sh.cut(sh.L) > 0, start, p.modus_ponens(sh.zigzag[2](sh.L), last), sh.zigzag[1])


def two_sides(sh: Shells, is_two: Fact) -> Beyond:
    """Beyond the last cut of two vertices v(1) and v(2) = -v(1): two half-spaces."""
    p, c = sh.p, sh.c
    v, end = c.v, end_positive(sh)
    T, e0, r = sh.cut(sh.L), integer("e"), vector("r")
    X = lam(e0, r, dot(r, v(e0)) > T)
    positive = sh.positive()
    ones = [p.both(p.arith(1 <= term(n)), p.arith(term(n) <= c.N, is_two)) for n in (1, 2)]
    s, at_s = p.obtain(p.modus_ponens(sh.opposites(1), ones[0]), "s")

    def itself(one: Fact) -> Fact:
        x, inside = p.obtain(p.modus_ponens(sh.peaks(1), ones[0]), "x")
        up = positive.apply(1, x, using=[ones[0], inside])
        hole = var("hole_int", "int")
        equal = transport(p, lam(hole, v(hole) == -v(1)), one, at_s.right)
        return p.anything(v(2) == -v(1), p.arith(false, up, paired(p, x, equal)))

    def other(no: Fact) -> Fact:
        second = p.arith(s == 2, at_s.left, is_two, p.absurd(1 < s, lambda bad: p.conflict(
            p.arith(s == 1, bad, at_s.left), no)))  # fmt: skip
        hole = var("hole_int", "int")
        return transport(p, lam(hole, v(hole) == -v(1)), second, at_s.right)

    mirrored = p.decide(s == 1, itself, other)

    def either_one(e: Term, bounds: Fact, prove: Callable[[int, Fact], Fact]) -> Fact:
        return p.decide(e <= 1, lambda yes: prove(1, p.arith(e == 1, bounds, yes)),
                        lambda no: prove(2, p.arith(e == 2, bounds, no)))  # fmt: skip

    def wide(e: Term, bounds: Fact) -> Fact:
        return p.both(bounds.left, p.arith(e <= c.N, bounds, is_two))

    def apart(e: Term, f: Term, at_e: Fact, at_f: Fact, x: Term, one: Fact, two: Fact) -> Fact:
        def case(m: int, is_m: Fact) -> Fact:
            def inner(n: int, is_n: Fact) -> Fact:
                if m == n:
                    return p.arith(e == f, is_m, is_n)
                values = [paired(p, x, p.congruent(v, fact)) for fact in (is_m, is_n)]
                return p.anything(e == f, p.arith(false, one, two, *values, paired(p, x, mirrored), end))

            return either_one(f, at_f, inner)

        return either_one(e, at_e, case)

    def connected(e: Term, _: Fact) -> Fact:
        return convex_connected(p, X(e), lambda x, y, u, one, two, inside: p.arith(
            dot((1 - u) * x + u * y, v(e)) > T, c.above_all.apply(T, dot(x, v(e)), dot(y, v(e)), u, using=[
                one, two, inside])))  # fmt: skip

    def there(e: Term, bounds: Fact) -> Fact:
        mark = p.opened
        x0 = vector("x")
        x, far = far_point(sh, e, wide(e, bounds), positive)
        return p.close(p.witness(exists(x0, X(e)(x0)), x, far), mark)

    def local(x: Term, far: Fact) -> tuple[Term, Fact, Fact]:
        t, peak = p.obtain(c.attained(x), "t")
        bounds = p.both(peak.left.left, p.arith(t <= 2, peak.left, is_two))
        return t, bounds, p.arith(dot(x, v(t)) > T, far, peak.right)

    def single(B: Term, joined: Fact, sides: Callable[..., tuple[Term, Fact, Fact]], e: Term, f: Term, at_e: Fact,
               at_f: Fact, x: Term, y: Term, in_x: Fact, in_y: Fact, one: Fact, two: Fact) -> Fact:  # fmt: skip
        """Along a chain in B, <z, v(e)> stays above cut(L): it never lies between -cut(L) and cut(L)."""
        n, z, path = p.obtain(p.modus_ponens(p.open_definition(joined)(x, y), p.both(in_x, in_y)), "n", "z")
        length, path = path.left, path.right

        def split(w: Term, in_w: Fact) -> Fact:
            """<w, v(e)> > cut(L) or <w, v(e)> < -cut(L), for w in B."""
            goal = either(dot(w, v(e)) > T, dot(w, v(e)) < -T)
            mark = p.opened
            k, at_k, in_k = sides(w, in_w)

            def case(m: int, is_m: Fact) -> Fact:
                def inner(l: int, is_l: Fact) -> Fact:
                    values = [paired(p, w, p.congruent(v, fact)) for fact in (is_m, is_l)]
                    if m == l:
                        return p.or_intro(goal, p.arith(goal.args[0], in_k, *values))
                    return p.or_intro(goal, p.arith(goal.args[1], in_k, *values, paired(p, w, mirrored)))

                return either_one(k, at_k, inner)

            return p.close(either_one(e, at_e, case), mark)

        def claim(m: Term) -> Term:
            return implies(m <= n, dot(z(m), v(e)) > T)

        def base(_: Fact) -> Fact:
            return p.arith(dot(z(term(0)), v(e)) > T, one, paired(p, v(e), path.left))

        def step(m: Term, above: Fact, here: Fact) -> Fact:
            def grow(within: Fact) -> Fact:
                before = p.modus_ponens(here, p.arith(m <= n, within))
                segment = p.modus_ponens(path.right.right(m), p.both(above, p.arith(m <= n - 1, within)))
                goal = dot(z(m + 1), v(e)) > T
                whole = p.modus_ponens(segment(1), p.both(p.arith(term(0) <= 1), p.arith(term(1) <= 1)))
                end_point = (1 - term(1)) * z(m) + 1 * z(m + 1)
                same = p.ring(end_point, z(m + 1))

                def crossed(low: Fact) -> Fact:
                    a, b = dot(z(m), v(e)), -dot(z(m + 1), v(e))
                    low = p.arith(b > T, low)
                    inverse = p.lemma("inverse", a + b, using=[p.arith(a + b > 0, before, low, end)])
                    scale = p.arith(1 / (a + b) > 0, inverse, before, low, end)
                    u = a * (1 / (a + b))
                    other_part = p.arith(b * (1 / (a + b)) >= 0, scale, low, end)
                    inside = p.both(p.arith(0 <= u, scale, before, end), p.arith(u <= 1, inverse, other_part))
                    middle = (1 - u) * z(m) + u * z(m + 1)
                    level = p.arith(dot(middle, v(e)) == 0, inverse, multipliers=[a, 1])
                    there = split(middle, p.modus_ponens(segment(u), inside))
                    return p.anything(goal, p.by_cases(there, *[lambda f: p.arith(false, f, level, end)] * 2))

                return p.by_cases(split(end_point, whole), lambda f: p.arith(goal, f, paired(p, v(e), same)), crossed)

            return given(p, m + 1 <= n, grow)

        whole = p.induction("m", 0, claim, given(p, term(0) <= n, base), step)
        reached = p.modus_ponens(p.modus_ponens(whole(n), length), p.arith(n <= n))
        at_y = p.arith(dot(y, v(e)) > T, reached, paired(p, v(e), path.right.left))
        return apart(e, f, at_e, at_f, y, at_y, two)

    return Beyond(2, X, there, lambda e: half_space_open(p, c.balls, v(e), T), connected,
                  lambda e, bounds, x, inside: p.arith(c.g(x) > T, inside, p.modus_ponens(
                      c.bound(x, e), wide(e, bounds))), apart, local, single)  # fmt: skip


def all_around(sh: Shells, three: Fact) -> Beyond:
    """Beyond the last cut of more than two vertices: one connected set."""
    p, c = sh.p, sh.c
    v, g, end = c.v, c.g, end_positive(sh)
    T, e0, r = sh.cut(sh.L), integer("e"), vector("r")
    X = lam(e0, r, g(r) > T)
    positive = sh.positive()
    rays = sh.same_ray(positive)
    one_index = p.both(p.arith(term(1) <= 1), p.arith(term(1) <= c.N, sh.two))

    def ball(x: Term, here: Fact) -> tuple[Term, Fact, Callable[[Term, Fact], Fact]]:
        t, peak = p.obtain(c.attained(x), "t")
        radius, known = p.obtain(c.balls.apply(x, v(t), T, using=[p.arith(dot(x, v(t)) > T, here, peak.right)]), "rho")
        return radius, known.left, lambda y, close: p.arith(
            g(y) > T, p.modus_ponens(known.right(y), close), p.modus_ponens(c.bound(y, t), peak.left))  # fmt: skip

    def there(e: Term, _: Fact) -> Fact:
        mark = p.opened
        x0 = vector("x")
        x, far = far_point(sh, term(1), one_index, positive)
        return p.close(p.witness(exists(x0, X(e)(x0)), x, p.arith(g(x) > T, far, p.modus_ponens(
            c.bound(x, 1), one_index))), mark)  # fmt: skip

    a, b = p.fresh("a", "int"), p.fresh("b", "int")
    y0 = vector("y")
    meeting = exists(y0, conj(dot(y0, v(a)) > T, dot(y0, v(b)) > T))

    def meet(fact: Fact) -> Fact:
        """v(a) and v(b) that are not opposite are both higher than cut(L) at some point."""
        at_a, at_b, apart = fact.left, fact.right.left, fact.right.right
        A, C, e = dot(v(a), v(a)), dot(v(b), v(b)), dot(v(a), v(b))

        def long(k: Term, bounds: Fact) -> Fact:
            x, inside = p.obtain(p.modus_ponens(sh.peaks(k), bounds), "x")
            up = positive.apply(k, x, using=[bounds, inside])

            def flat(no: Fact) -> Fact:
                zero = p.step(
                    "definite", [p.arith(dot(v(k), v(k)) == 0, no, p.step("gram", [], [v(k)]))], [v(k), 0 * v(k)]
                )
                return p.arith(false, up, paired(p, x, zero))

            mark = p.opened
            return p.close(p.absurd(dot(v(k), v(k)) > 0, flat), mark - 0)

        long_a, long_b = long(a, at_a), long(b, at_b)

        def acute(yes: Fact) -> Fact:
            inverses = [p.lemma("inverse", x, using=[f]) for x, f in ((A, long_a), (C, long_b))]
            scales = [p.arith(1 / x > 0, i, f) for x, i, f in ((A, inverses[0], long_a), (C, inverses[1], long_b))]
            u = (T + 1) * (1 / A + 1 / C)
            positive_u = p.arith(u > 0, *scales, end)
            heights = []
            for x, other, i, s, f in ((A, C, 0, 1, long_a), (C, A, 1, 0, long_b)):
                product = p.arith((T + 1) * (1 / other) * x >= 0, p.arith((T + 1) * (1 / other) > 0, scales[s], end), f)
                heights.append(p.arith(u * x >= T + 1, product, inverses[i], multipliers=[T + 1]))
            point = u * (v(a) + v(b))
            cross = p.arith(u * e >= 0, positive_u, yes)
            return p.witness(meeting, point, p.both(p.arith(dot(point, v(a)) > T, heights[0], cross),
                                                    p.arith(dot(point, v(b)) > T, heights[1], cross)))  # fmt: skip

        def obtuse(no: Fact) -> Fact:
            d = -e
            positive_d = p.arith(d > 0, no)
            w = A * v(b) + d * v(a)
            square = p.step("gram", [], [w])
            gap = A * C - d * d
            nonnegative = p.arith(gap >= 0, p.arith(A * gap >= 0, square), long_a)

            def level(flat: Fact) -> Fact:
                zero = p.step("definite", [p.arith(dot(w, w) == 0, p.arith(gap == 0, flat, nonnegative),
                                                   multipliers=[A])],
                              [w, 0 * w])  # fmt: skip
                m, opposite = p.obtain(p.modus_ponens(sh.opposites(b), at_b), "m")
                inverse = p.lemma("inverse", A, using=[long_a])
                scale = p.arith(1 / A > 0, inverse, long_a)
                ratio = d * (1 / A)
                multiple = S.equal(p, v(m), ratio * v(a), [(1, opposite.right), (-1 / A, zero)], [(v(b), inverse)])
                same = rays.apply(m, a, ratio, using=[p.both(
                    opposite.left, at_a, p.arith(ratio > 0, positive_d, scale), multiple)])  # fmt: skip
                hole = var("hole_int", "int")
                equal = transport(p, lam(hole, v(hole) == -v(b)), same, opposite.right)
                return p.conflict(S.equal(p, v(b), -v(a), [(1, equal)]), apart)

            strict = p.absurd(gap > 0, level)
            inverse = p.lemma("inverse", gap, using=[strict])
            u = (T + 1) * (1 / gap)
            point = u * ((C + d) * v(a) + (A + d) * v(b))
            whole = p.arith(u * gap == T + 1, inverse, multipliers=[T + 1])
            return p.witness(meeting, point, p.both(p.arith(dot(point, v(a)) > T, whole),
                                                    p.arith(dot(point, v(b)) > T, whole)))  # fmt: skip

        return p.decide(e >= 0, acute, obtuse)

    meets = p.general(a, b, given(p, conj(between(1, a, c.N), between(1, b, c.N), negation(v(b) == -v(a))), meet))

    def connected(e: Term, _: Fact) -> Fact:
        A = X(e)
        x, y = p.fresh("x", "V"), p.fresh("y", "V")
        goal = Connected(A)
        premise = instance_of(body(goal), x, y).args[0]

        def within(k: Term, bounds: Fact, w: Term, z: Term, one: Fact, two: Fact) -> Callable[[Term, Fact], Fact]:
            """The segment from w to z lies in the half-space of v(k), where both ends do."""

            def prove(u: Term, inside: Fact) -> Fact:
                point = (1 - u) * w + u * z
                mixed = c.above_all.apply(T, dot(w, v(k)), dot(z, v(k)), u, using=[one, two, inside])
                return p.arith(g(point) > T, mixed, p.modus_ponens(c.bound(point, k), bounds))

            return prove

        def join(both: Fact) -> Fact:
            k, peak_x = p.obtain(c.attained(x), "k")
            l, peak_y = p.obtain(c.attained(y), "l")
            at_k, at_l = peak_x.left, peak_y.left
            high_x = p.arith(dot(x, v(k)) > T, both.left, peak_x.right)
            high_y = p.arith(dot(y, v(l)) > T, both.right, peak_y.right)

            def direct(no: Fact) -> Fact:
                z, at_z = p.obtain(p.modus_ponens(meets(k, l), p.both(at_k, at_l, no)), "z")
                return chain(p, A, x, y, [z], [within(k, at_k, x, z, high_x, at_z.left),
                                               within(l, at_l, z, y, at_z.right, high_y)])  # fmt: skip

            def around(opposite: Fact) -> Fact:
                n = integer("n")
                there = exists(n, conj(between(1, n, c.N), negation(n == k), negation(n == l)))
                u, at_u = p.obtain(_third(p, there, k, l, c.N, three), "n")
                bounds, not_k, not_l = at_u.left, at_u.right.left, at_u.right.right
                first = p.refute(v(u) == -v(k), lambda bad: p.conflict(S.equal(
                    p, v(u), v(l), [(1, bad), (-1, opposite)]), c.unequal(u, l, bounds, at_l, not_l)))  # fmt: skip
                second = p.refute(v(l) == -v(u), lambda bad: p.conflict(S.equal(
                    p, v(u), v(k), [(1, bad), (-1, opposite)]), c.unequal(u, k, bounds, at_k, not_k)))  # fmt: skip
                z, at_z = p.obtain(p.modus_ponens(meets(k, u), p.both(at_k, bounds, first)), "z")
                w, at_w = p.obtain(p.modus_ponens(meets(u, l), p.both(bounds, at_l, second)), "w")
                return chain(p, A, x, y, [z, w], [within(k, at_k, x, z, high_x, at_z.left), within(
                    u, bounds, z, w, at_z.right, at_w.left), within(l, at_l, w, y, at_w.right, high_y)])  # fmt: skip

            return p.decide(v(l) == -v(k), around, direct)

        return p.restate(p.general(x, y, given(p, premise, join)), goal)

    def only(e: Term, f: Term, at_e: Fact, at_f: Fact) -> Fact:
        return p.arith(e == f, at_e, at_f)

    return Beyond(1, X, there, lambda e: is_open(p, X(e), ball), connected, lambda e, bounds, x, inside: inside,
                  lambda e, f, at_e, at_f, x, one, two: only(e, f, at_e, at_f),
                  lambda x, far: (term(1), p.both(p.arith(term(1) <= 1), p.arith(term(1) <= 1)), far),
                  lambda B, joined, sides, e, f, at_e, at_f, *_: only(e, f, at_e, at_f))  # fmt: skip


def _third(p: Proof, goal: Term, k: Term, l: Term, N: Term, three: Fact) -> Fact:
    """Some index among 1, 2, 3 is neither k nor l."""

    def try_index(n: int, met: list[Fact]) -> Fact:
        if n > 3:
            return p.anything(goal, p.arith(false, *met))
        bounds = p.both(p.arith(1 <= term(n)), p.arith(term(n) <= N, three))

        def not_k(no: Fact) -> Fact:
            return p.decide(term(n) == l, lambda yes: try_index(n + 1, [*met, yes]),
                            lambda also: p.witness(goal, n, p.both(bounds, no, also)))  # fmt: skip

        return p.decide(term(n) == k, lambda yes: try_index(n + 1, [*met, yes]), not_k)

    return try_index(1, [])


def one_vertex(p: Proof, g: Term, N: Term, v: Term, highest: Fact, single: Fact, H: Term) -> Fact:
    """PieceCount(r -> H(g(r)), 1), where N = 1: then v(1) = 0 and g = 0."""
    _, attained, _, opposites = _four(p.open_definition(highest))
    x, y, r = p.fresh("x", "V"), p.fresh("y", "V"), vector("r")
    f, everything = lam(r, H(g(r))), lam(r, term(0) <= 0)
    always = p.arith(term(0) <= 0)
    one = p.both(p.arith(term(1) <= 1), p.arith(term(1) <= N, single))
    hole = var("hole_int", "int")
    mark = p.opened
    s, at_s = p.obtain(p.modus_ponens(opposites(1), one), "s")
    equal = transport(p, lam(hole, v(hole) == -v(1)), p.arith(s == 1, at_s.left, single), at_s.right)
    zero = p.close(S.equal(p, v(1), 0 * v(1), [("1/2", equal)]), mark)
    mark = p.opened
    t, peak = p.obtain(attained(x), "t")
    high = transport(p, lam(hole, dot(x, v(hole)) == g(x)), p.arith(t == 1, peak.left, single), peak.right)
    level = p.general(x, p.close(p.arith(g(x) == 0, high, paired(p, x, zero)), mark))
    value = p.general(x, p.arith(f(x) == dot(x, 0 * v(1)) + H(0), p.congruent(H, level(x))))
    regions, slope, height = lam(q, r, term(0) <= 0), lam(q, 0 * v(1)), lam(q, H(0))
    opened = is_open(p, everything, lambda x, _: (term(1), p.arith(term(1) > 0), lambda y, close: always))
    joined = convex_connected(p, everything, lambda x, y, u, a, b, inside: always)
    B, alpha, c, slopes = p.fresh("B", "V->bool"), p.fresh("alpha", "V"), p.fresh("c", "real"), gradient(p)
    k0, t0, s0 = integer("t"), p.fresh("t", "int"), p.fresh("s", "int")
    unit = p.both(p.arith(term(1) <= 1), p.arith(term(1) <= 1))

    def local(whole: Fact) -> Fact:
        in_B, open_B, line = whole.left, whole.right.left, whole.right.right
        flat = p.general(y, given(p, B(y), lambda _: p.arith(1 * (f(y) - dot(y, 0 * v(1)) - H(0)) >= 0, value(y))))
        found = slopes.apply(B, f, x, alpha, c, 0 * v(1), H(0), 1, using=[
            open_B, in_B, line, flat, value(x), p.arith(negation(term(1) == 0))])  # fmt: skip
        goal = exists(k0, conj(between(1, k0, 1), term(0) <= 0, alpha == slope(k0), c == height(k0)))
        return p.witness(goal, 1, p.both(unit, always, found.left, found.right))

    near = conj(B(x), OpenSet(B), forall(r, implies(B(r), f(r) == dot(r, alpha) + c)))
    apart_premise = conj(between(1, s0, 1), regions(s0)(x), between(1, t0, 1), regions(t0)(x))
    k1 = integer("k")
    single_premise = conj(OpenSet(B), Connected(B), forall(r, implies(B(r), exists(k1, conj(
        between(1, k1, 1), regions(k1)(r), slope(k1) == slope(s0), height(k1) == height(s0))))), B(x), B(y),
        between(1, s0, 1), regions(s0)(x), between(1, t0, 1), regions(t0)(y))  # fmt: skip
    only = lambda fact: p.arith(s0 == t0, fact)  # noqa: E731
    return count_pieces(
        p, f, term(1), p.arith(term(1) >= 0), regions, slope, height,
        there=over(p, 1, term(1), lambda t, _: p.witness(exists(x, term(0) <= 0), v(1), always), "t"),
        opens=over(p, 1, term(1), lambda t, _: opened, "t"), connected=over(p, 1, term(1), lambda t, _: joined, "t"),
        affine=over(p, 1, term(1), lambda t, _: p.general(x, given(p, term(0) <= 0, lambda _: value(x))), "t"),
        apart=p.general(s0, t0, x, given(p, apart_premise, only)),
        local=p.general(B, x, alpha, c, given(p, near, local)),
        single=p.general(B, x, y, s0, t0, given(p, single_premise, only)))  # fmt: skip


def origin_highest(p: Proof) -> tuple[Term, Term, Term, Fact]:
    """g, N, v and HighestOf(g, N, v) for g = 0, N = 1 and v(1) = 0: an instance in every space."""
    r, origin = vector("r"), 0 * vector("x")
    g, v, one = lam(r, term(0)), lam(q, origin), term(1)
    rest = body(HighestOf(g, one, v)).args[1]
    second, (third, fourth) = rest.args[0], rest.args[1].args
    unit = p.both(p.arith(one <= 1), p.arith(one <= 1))
    x = p.fresh("r", "V")
    facts = p.both(
        p.general(x, over(p, 1, one, lambda t, _: p.arith(dot(x, v(t)) <= 0))),
        p.general(x, p.witness(instance_of(second, x), 1, p.both(unit, p.arith(dot(x, v(1)) == 0)))),
        over(p, 1, one, lambda t, b: p.witness(instance_of(third, t).args[1], origin, over(
            p, 1, one, lambda s, c: given(p, negation(s == t), lambda no: p.anything(
                dot(origin, v(t) - v(s)) > 0, p.conflict(p.arith(s == t, b, c), no))))), "t"),
        over(p, 1, one, lambda t, _: p.witness(instance_of(fourth, t).args[1], 1, p.both(unit, p.ring(v(1), -v(t)))),
             "t"))  # fmt: skip
    return g, one, v, p.restate(facts, HighestOf(g, one, v))
