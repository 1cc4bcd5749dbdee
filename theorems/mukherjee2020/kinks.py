"""Kinks of weighted sums of ReLU gates on the plane: where they are not differentiable, and that these are lines."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import under
from numerics.sums import equal_sums, longer_sum, once, sum_of_constants, sums_scaled, sums_swapped
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    define,
    either,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    minimum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.boolean import parts_of_sums
from theorems.mukherjee2020.zonotope_geometry import body, by_all_cases

i, j, w = integer("i"), integer("j"), integer("w")
x, y, u, v, e, delta, p1, p2 = (real(name) for name in ("x", "y", "u", "v", "e", "delta", "p", "q"))
a, b, d, c = (function(name, "int->real") for name in "abdc")
beta = real("beta")


@define
def DifferentiableAt(f: "real->real->real", u: "real", v: "real") -> Term:
    """f is differentiable at (u, v): for some p, q and every e > 0, f(u + x, v + y) differs from f(u, v) + p x + q y by
    at most e (|x| + |y|) for all small x and y."""
    return exists(p1, p2, forall(e, implies(e > 0, exists(delta, conj(delta > 0, forall(x, y, implies(
        conj(absolute(x) <= delta, absolute(y) <= delta),
        absolute(f(u + x)(v + y) - f(u)(v) - p1 * x - p2 * y) <= e * (absolute(x) + absolute(y)))))))))  # fmt: skip


@define
def GateSum(f: "real->real->real", w: "int", a: "int->real", b: "int->real", d: "int->real", c: "int->real",
            beta: "real") -> Term:  # fmt: skip
    """f is a weighted sum of w ReLU gates: f(x, y) = beta + sum_j c(j) max(0, a(j) x + b(j) y + d(j))."""
    return forall(x, y, f(x)(y) == beta + total(j, 1, w, c(j) * maximum(0, a(j) * x + b(j) * y + d(j))))


def same_line(a: Term, b: Term, d: Term, i: Term, j: Term) -> Term:
    """(a(j), b(j), d(j)) is a multiple of (a(i), b(i), d(i)): where (a(i), b(i)) and (a(j), b(j)) are not 0, these
    gates have the same line."""
    return conj(a(i) * b(j) == a(j) * b(i), a(i) * d(j) == a(j) * d(i), b(i) * d(j) == b(j) * d(i))


@define
def Bend(i: "int", w: "int", a: "int->real", b: "int->real", d: "int->real", c: "int->real") -> Term:
    """How much the slope of the sum changes across the line of gate i, along (a(i), b(i)): what the gates of the same
    line contribute."""
    return total(j, 1, w, where(same_line(a, b, d, i, j), c(j) * absolute(a(i) * a(j) + b(i) * b(j)), 0))


def sloped(a: Term, b: Term, i: Term) -> Term:
    """Gate i has a line: its argument is not constant."""
    return negation(conj(a(i) == 0, b(i) == 0))


def on_line(a: Term, b: Term, d: Term, i: Term, u: Term, v: Term) -> Term:
    """(u, v) lies on the line of gate i."""
    return a(i) * u + b(i) * v + d(i) == 0


def bent_line(w: Term, a: Term, b: Term, d: Term, c: Term, u: Term, v: Term) -> Term:
    """(u, v) lies on the line of some gate across which the sum bends."""
    return exists(i, conj(between(1, i, w), sloped(a, b, i), on_line(a, b, d, i, u, v),
                          negation(Bend(i, w, a, b, d, c) == 0)))  # fmt: skip


def size_of(p: Proof, t: Term) -> tuple[Fact, Fact]:
    """t <= |t| and -t <= |t|; 0 <= |t|."""
    rule = p.lemma("abs", t)
    one, other, low = (p.by_cases(rule, *[lambda f, g=g: p.arith(g, f)] * 2) for g in (
        t <= absolute(t), -t <= absolute(t), absolute(t) >= 0))  # fmt: skip
    return p.both(one, other), low


@once
def product_small(p: Proof) -> Fact:
    """For all s, x, delta: |x| <= delta gives |s x| <= |s| delta."""
    s, x, r = (p.fresh(name, "real") for name in "sxr")
    goal = absolute(s * x) <= absolute(s) * r
    return p.general(s, x, r, under(p, absolute(x) <= r, lambda small: by_all_cases(
        p, [p.lemma("abs", s), p.lemma("abs", x), p.lemma("abs", s * x)],
        lambda facts: p.arith(goal, *facts, small, p.arith(absolute(s) * (r - absolute(x)) >= 0, small, size_of(
            p, s)[1])))))  # fmt: skip


@once
def gate_near(p: Proof) -> Fact:
    """forall c, a, b, r: for some delta > 0 and all |x|, |y| <= delta, c max(0, r + a x + b y) - c max(0, r) is
    c s (a x + b y) + z c |a x + b y| / 2, where s is 1 for r > 0, 1/2 for r = 0 and 0 for r < 0, and z is 1 for r = 0,
    else 0."""
    c, a, b, r = (p.fresh(name, "real") for name in "cabr")
    x, y = p.fresh("x", "real"), p.fresh("y", "real")

    def wanted(x: Term, y: Term) -> Term:
        t = a * x + b * y
        return c * maximum(0, r + t) - c * maximum(0, r) == c * slope(r) * t + zero_at(r) * (c * absolute(t)) / 2

    name, u, v = real("delta"), real("x"), real("y")
    goal = exists(name, conj(name > 0, forall(u, v, implies(
        conj(absolute(u) <= name, absolute(v) <= name), wanted(u, v)))))  # fmt: skip
    t = a * x + b * y

    def chosen(delta: Term, positive: Fact, prove: Callable[[Fact], Fact]) -> Fact:
        near = conj(absolute(x) <= delta, absolute(y) <= delta)
        return p.witness(goal, delta, p.both(positive, p.general(x, y, under(p, near, prove))))

    def at_zero(zero: Fact) -> Fact:
        known = [p.lemma("if_false", r > 0, 1, where(r == 0, term("1/2"), 0), using=[p.arith(negation(r > 0), zero)]),
                 p.lemma("if_true", r == 0, term("1/2"), 0, using=[zero]),
                 p.lemma("if_true", r == 0, 1, 0, using=[zero])]  # fmt: skip

        def prove(near: Fact) -> Fact:
            same = by_all_cases(p, [p.lemma("max", 0, r + t), p.lemma("max", 0, r), p.lemma("abs", t)], lambda facts: (
                p.arith(maximum(0, r + t) - maximum(0, r) == t / 2 + absolute(t) / 2, *facts, zero)))  # fmt: skip
            return p.arith(wanted(x, y), same, *known, multipliers=[c, c * t, c * absolute(t)])

        return chosen(term(1), p.compute(term(1) > 0), prove)

    def off_zero(nonzero: Fact) -> Fact:
        scale = absolute(a) + absolute(b) + 1
        low = p.arith(scale > 0, size_of(p, a)[1], size_of(p, b)[1])
        inverse = p.lemma("inverse", scale, using=[p.arith(negation(scale == 0), low)])
        over_one = p.arith(1 / scale > 0, inverse, low)
        delta = absolute(r) * (1 / scale)
        size = p.by_cases(p.lemma("abs", r), *[lambda f: p.absurd(absolute(r) > 0, lambda no: p.conflict(
            p.arith(r == 0, f, no), nonzero))] * 2)  # fmt: skip
        positive = p.arith(delta > 0, size, over_one)

        def prove(near: Fact) -> Fact:
            parts = [product_small(p).apply(s, z, delta, using=near.split()) for s, z in ((a, x), (b, y))]
            within = p.arith((absolute(a) + absolute(b)) * delta <= absolute(r), inverse, positive,
                             multipliers=[absolute(r)])  # fmt: skip
            ends = [size_of(p, a * x)[0], size_of(p, b * y)[0]]
            small = [p.arith(g <= absolute(r), *parts, within, *ends) for g in (t, -t)]

            rules = [p.lemma("max", 0, r + t), p.lemma("max", 0, r), p.lemma("abs", r)]

            def above(up: Fact) -> Fact:
                value = by_all_cases(p, rules, lambda fs: (
                    p.arith(maximum(0, r + t) - maximum(0, r) == t, *fs, *small, up)))  # fmt: skip
                s = p.lemma("if_true", r > 0, 1, where(r == 0, term("1/2"), 0), using=[up])
                z = p.lemma("if_false", r == 0, 1, 0, using=[nonzero])
                return p.arith(wanted(x, y), value, s, z, multipliers=[c, c * t, c * absolute(t)])

            def below(no: Fact) -> Fact:
                down = p.arith(r <= 0, no)
                value = by_all_cases(p, rules, lambda fs: (
                    p.arith(maximum(0, r + t) - maximum(0, r) == 0, *fs, *small, down)))  # fmt: skip
                s = [p.lemma("if_false", r > 0, 1, where(r == 0, term("1/2"), 0), using=[no]),
                     p.lemma("if_false", r == 0, term("1/2"), 0, using=[nonzero])]  # fmt: skip
                z = p.lemma("if_false", r == 0, 1, 0, using=[nonzero])
                return p.arith(wanted(x, y), value, *s, z, multipliers=[c, c * t, c * absolute(t)])

            return p.decide(r > 0, above, below)

        return chosen(delta, positive, prove)

    return p.general(c, a, b, r, p.decide(r == 0, at_zero, off_zero))


def slope(r: Term) -> Term:
    """1 where a gate is on, 1/2 on its line, 0 where it is off."""
    return where(r > 0, 1, where(r == 0, term("1/2"), 0))


def zero_at(r: Term) -> Term:
    """1 on the line of a gate, else 0."""
    return where(r == 0, 1, 0)


class Gates:
    """A weighted sum of ReLU gates on the plane near a point (u, v)."""

    def __init__(self, p: Proof, a: Term, b: Term, d: Term, c: Term, u: Term, v: Term) -> None:
        self.p, self.a, self.b, self.d, self.c, self.u, self.v = p, a, b, d, c, u, v

    def at(self, j: Term) -> Term:
        """The argument of gate j at the point."""
        return self.a(j) * self.u + self.b(j) * self.v + self.d(j)

    def cone(self, x: Term, y: Term) -> Term:
        """The contribution of gate j to the kink at the point."""
        return lam(j, zero_at(self.at(j)) * (self.c(j) * absolute(self.a(j) * x + self.b(j) * y)))

    def phi(self, w: Term, x: Term, y: Term) -> Term:
        """What the sum is near the point but for a linear function, twice."""
        return total(j, 1, w, self.cone(x, y)(j))

    def outputs(self, x: Term, y: Term) -> Term:
        """c(j) max(0, .) at (x, y)."""
        return lam(j, self.c(j) * maximum(0, self.a(j) * x + self.b(j) * y + self.d(j)))

    def near(self, w: Term, above: Fact) -> Fact:
        """exists alpha, gamma, delta: delta > 0, and for all |x|, |y| <= delta, the sum at (u + x, v + y) less that at
        (u, v) is alpha x + gamma y + phi(x, y) / 2. By induction on the number w of gates."""
        p, u, v = self.p, self.u, self.v
        alpha, gamma, delta, x, y = (real(name) for name in ("alpha", "gamma", "delta", "x", "y"))

        def equation(n: Term, alpha: Term, gamma: Term, x: Term, y: Term) -> Term:
            here, there = self.outputs(u, v), self.outputs(u + x, v + y)
            return total(j, 1, n, there(j)) - total(j, 1, n, here(j)) == alpha * x + gamma * y + self.phi(n, x, y) / 2

        def inside(delta: Term, x: Term, y: Term) -> Term:
            return conj(absolute(x) <= delta, absolute(y) <= delta)

        def claim(n: Term) -> Term:
            return exists(alpha, gamma, delta, conj(delta > 0, forall(x, y, implies(
                inside(delta, x, y), equation(n, alpha, gamma, x, y)))))  # fmt: skip

        def shown(n: Term, values: list[Term], positive: Fact, prove: Callable[[Term, Term, Fact], Fact]) -> Fact:
            s, t = p.fresh("x", "real"), p.fresh("y", "real")
            fact = p.general(s, t, under(p, inside(values[2], s, t), lambda near: prove(s, t, near)))
            return p.witness(claim(n), *values, p.both(positive, fact))

        def base() -> Fact:
            def prove(s: Term, t: Term, near: Fact) -> Fact:
                empty = [p.lemma("sum_empty", 1, 0, f) for f in (
                    self.outputs(u, v), self.outputs(u + s, v + t), self.cone(s, t))]  # fmt: skip
                return p.arith(equation(term(0), term(0), term(0), s, t), *empty)

            return shown(term(0), [term(0), term(0), term(1)], p.compute(term(1) > 0), prove)

        def step(n: Term, low: Fact, here: Fact) -> Fact:
            mark = p.opened
            al, ga, de, known = p.obtain(here, "alpha", "gamma", "delta")
            k = n + 1
            ck, ak, bk, r = self.c(k), self.a(k), self.b(k), self.at(k)
            other, gate = p.obtain(gate_near(p)(ck, ak, bk, r), "delta")
            least = p.lemma("min", de, other)
            small = minimum(de, other)
            under_both = [p.by_cases(least, *[lambda f, g=g: p.arith(g, f)] * 2) for g in (small <= de, small <= other)]
            positive = p.by_cases(least, *[lambda f: p.arith(small > 0, f, known.left, gate.left)] * 2)

            def prove(s: Term, t: Term, near: Fact) -> Fact:
                first = known.right.apply(s, t, using=[p.arith(absolute(z) <= de, near, under_both[0]) for z in (s, t)])
                second = gate.right.apply(s, t, using=[
                    p.arith(absolute(z) <= other, near, under_both[1]) for z in (s, t)])  # fmt: skip
                sums = [longer_sum(p, 1, n, f, low) for f in (
                    self.outputs(u, v), self.outputs(u + s, v + t), self.cone(s, t))]  # fmt: skip
                q = real("q")
                moved = p.congruent(lam(q, ck * maximum(0, q)), p.ring(
                    ak * (u + s) + bk * (v + t) + self.d(k), r + (ak * s + bk * t)))  # fmt: skip
                grown = equation(k, al + ck * slope(r) * ak, ga + ck * slope(r) * bk, s, t)
                return p.arith(grown, first, second, moved, *sums)

            values = [al + ck * slope(r) * ak, ga + ck * slope(r) * bk, small]
            return p.close(shown(k, values, positive, prove), mark)

        return p.induction("w", 0, claim, base, step).apply(w, using=[above])

    def scaled(self, w: Term, above: Fact, h: Term, sign: int, positive: Fact, x: Term, y: Term) -> Fact:
        """phi(s h x, s h y) = h phi(x, y), for h >= 0 and s = 1 or s = -1."""
        p = self.p
        hx, hy = (h * x, h * y) if sign > 0 else (-(h * x), -(h * y))
        one, other = self.cone(hx, hy), self.cone(x, y)

        def each(k: Term, low: Fact, high: Fact) -> Fact:
            t = self.a(k) * x + self.b(k) * y
            s = self.a(k) * hx + self.b(k) * hy
            signed = p.ring(s, h * t if sign > 0 else -(h * t))
            value = homogeneous(p).apply(h, t, s, using=[positive, p.or_intro(
                either(s == h * t, s == -(h * t)), signed)])  # fmt: skip
            return p.arith(one(k) == h * other(k), value, multipliers=[zero_at(self.at(k)) * self.c(k)])

        same = equal_sums(p, term(1), w, one, lam(j, h * other(j)), each)
        linear = sums_scaled(p).apply(1, w, other, h, using=[p.arith(term(1) <= w + 1, above)])
        return p.arith(self.phi(w, hx, hy) == h * self.phi(w, x, y), same, linear)


@once
def homogeneous(p: Proof) -> Fact:
    """For all h >= 0, t, s: s = h t or s = -h t gives |s| = h |t|."""
    h, t, s = (p.fresh(name, "real") for name in "hts")
    goal = absolute(s) == h * absolute(t)

    def argue(positive: Fact) -> Fact:
        def by(equal: Fact) -> Fact:
            def each(facts: list[Fact]) -> Fact:
                size_t, size_s = facts
                value = p.arith(h * absolute(t) == h * (t if size_t.formula.args[1].args[1].index == t.index else -t),
                                size_t.right, multipliers=[h])  # fmt: skip
                product = p.arith(h * absolute(t) >= 0, positive, size_of(p, t)[1])
                return p.arith(goal, value, product, equal, size_s)

            return by_all_cases(p, [p.lemma("abs", t), p.lemma("abs", s)], each)

        return under(p, either(s == h * t, s == -(h * t)), lambda fact: p.by_cases(fact, by, by))

    return p.general(h, t, s, under(p, h >= 0, argue))


def all_flat(G: Gates, w: Term) -> Term:
    """The sum is linear near the point: phi vanishes."""
    return forall(x, y, G.phi(w, x, y) == 0)


def value_of(p: Proof, sum_: Fact, G: Gates, w: Term, x: Term, y: Term) -> Fact:
    """f(u + x, v + y) - f(u, v) is the difference of the sums of outputs."""
    f = sum_.formula.args[0]
    known = p.open_definition(sum_)
    there, here = G.outputs(G.u + x, G.v + y), G.outputs(G.u, G.v)
    return p.arith(f(G.u + x)(G.v + y) - f(G.u)(G.v) == total(j, 1, w, there(j)) - total(j, 1, w, here(j)),
                   known(G.u + x, G.v + y), known(G.u, G.v))  # fmt: skip


def differentiable_if_flat(p: Proof, G: Gates, w: Term, above: Fact, sum_: Fact, flat: Fact) -> Fact:
    """DifferentiableAt(f, u, v), from phi = 0."""
    goal = DifferentiableAt(sum_.formula.args[0], G.u, G.v)
    mark = p.opened
    al, ga, de, known = p.obtain(G.near(w, above), "p", "q", "delta")
    e, s, t = (p.fresh(name, "real") for name in ("e", "x", "y"))
    f = sum_.formula.args[0]
    rest = f(G.u + s)(G.v + t) - f(G.u)(G.v) - al * s - ga * t

    def of(positive: Fact) -> Fact:
        def near(small: Fact) -> Fact:
            zero = p.arith(rest == 0, value_of(p, sum_, G, w, s, t), known.right.apply(s, t, using=[small]), flat(s, t))
            none = p.by_cases(p.lemma("abs", rest), *[lambda g: p.arith(absolute(rest) == 0, g, zero)] * 2)
            sizes = [size_of(p, z)[1] for z in (s, t)]
            return p.arith(absolute(rest) <= e * (absolute(s) + absolute(t)), none, positive, p.arith(
                absolute(s) + absolute(t) >= 0, *sizes))  # fmt: skip

        inner = p.general(s, t, under(p, conj(absolute(s) <= de, absolute(t) <= de), near))
        some = exists(
            delta,
            conj(
                delta > 0,
                forall(
                    x,
                    y,
                    implies(
                        conj(absolute(x) <= delta, absolute(y) <= delta),
                        absolute(f(G.u + x)(G.v + y) - f(G.u)(G.v) - al * x - ga * y)
                        <= e * (absolute(x) + absolute(y)),
                    ),
                ),
            ),
        )
        return p.witness(some, de, p.both(known.left, inner))

    each = p.general(e, under(p, e > 0, of))
    return p.close(p.restate(p.witness(body(goal), al, ga, each), goal), mark)


@once
def small_enough(p: Proof) -> Fact:
    """forall x, y, delta > 0, r > 0: some h > 0 has |h x|, |h y|, |-(h x)|, |-(h y)| at most delta and at most r."""
    x, y, one, two = (p.fresh(name, "real") for name in ("x", "y", "delta", "r"))
    h = real("h")

    def fits(h: Term) -> Term:
        return conj(h > 0, *(absolute(z) <= bound for bound in (one, two)
                             for z in (h * x, h * y, -(h * x), -(h * y))))  # fmt: skip

    def argue(given: Fact) -> Fact:
        first, second = given.split()
        least = minimum(one, two)
        rule = p.lemma("min", one, two)
        low = [p.by_cases(rule, *[lambda f, g=g: p.arith(g, f)] * 2) for g in (least <= one, least <= two)]
        positive = p.by_cases(rule, *[lambda f: p.arith(least > 0, f, first, second)] * 2)
        scale = absolute(x) + absolute(y) + 1
        sizes = [size_of(p, x)[1], size_of(p, y)[1]]
        large = p.arith(scale >= 1, *sizes)
        inverse = p.lemma("inverse", scale, using=[p.arith(negation(scale == 0), large)])
        reciprocal = p.arith(1 / scale > 0, inverse, large)
        value = least * (1 / scale)
        above = p.arith(value > 0, positive, reciprocal)
        whole = p.arith(value * scale == least, inverse, multipliers=[least])
        facts = [above]
        for bound, less in ((one, low[0]), (two, low[1])):
            for sign in (1, -1):
                for z in (x, y):
                    s = value * z if sign > 0 else -(value * z)
                    size = homogeneous(p).apply(value, z, s, using=[p.arith(value >= 0, above), p.or_intro(
                        either(s == value * z, s == -(value * z)), p.ring(s, value * z if sign > 0 else -(
                            value * z)))])  # fmt: skip
                    part = p.arith(value * absolute(z) <= value * scale, above, *sizes)
                    facts.append(p.arith(absolute(s) <= bound, size, part, whole, less))
        return p.witness(exists(h, fits(h)), value, p.both(*facts))

    return p.general(x, y, one, two, under(p, conj(one > 0, two > 0), argue))


def flat_if_differentiable(p: Proof, G: Gates, w: Term, above: Fact, sum_: Fact, smooth: Fact) -> Fact:
    """phi = 0, from DifferentiableAt(f, u, v)."""
    f = sum_.formula.args[0]
    mark = p.opened
    slope_x, slope_y, close = p.obtain(p.open_definition(smooth), "p", "q")
    _, _, de, known = p.obtain(G.near(w, above), "alpha", "gamma", "delta")
    s, t = p.fresh("x", "real"), p.fresh("y", "real")
    kink, size = G.phi(w, s, t), absolute(s) + absolute(t)

    def argue(bent: Fact) -> Fact:
        sizes = [size_of(p, z)[1] for z in (s, t, kink)]
        positive = p.by_cases(p.lemma("abs", kink), *[lambda g: p.absurd(absolute(kink) > 0, lambda no: p.conflict(
            p.arith(kink == 0, g, no), bent))] * 2)  # fmt: skip
        scale = 4 * (size + 1)
        large = p.arith(scale >= 4, *sizes)
        inverse = p.lemma("inverse", scale, using=[p.arith(negation(scale == 0), large)])
        reciprocal = p.arith(1 / scale > 0, inverse, large)
        e = absolute(kink) * (1 / scale)
        error = p.arith(e > 0, positive, reciprocal)
        r, within = p.obtain(close.apply(e, using=[error]), "delta")
        h, fits = p.obtain(small_enough(p).apply(s, t, de, r, using=[p.both(known.left, within.left)]), "h")
        up = p.arith(h >= 0, fits.left)
        facts = []
        for sign in (1, -1):
            hx, hy = (h * s, h * t) if sign > 0 else (-(h * s), -(h * t))
            expansion = known.right.apply(hx, hy, using=fits.split())
            scaled = G.scaled(w, above, h, sign, up, s, t)
            gap = f(G.u + hx)(G.v + hy) - f(G.u)(G.v) - slope_x * hx - slope_y * hy
            bound = within.right.apply(hx, hy, using=fits.split())
            ends = size_of(p, gap)[0]
            lengths = [homogeneous(p).apply(h, z, q, using=[up, p.or_intro(
                either(q == h * z, q == -(h * z)), p.ring(q, h * z if sign > 0 else -(h * z)))])
                for z, q in ((s, hx), (t, hy))]  # fmt: skip
            facts.append([p.arith(side <= e * (h * size), ends, bound, *lengths, multipliers=[e])
                          for side in (gap, -gap)])  # fmt: skip
            facts[-1] += [value_of(p, sum_, G, w, hx, hy), expansion, scaled]
        both = facts[0] + facts[1]
        twice = [p.arith(sign * (h * kink) <= 2 * e * (h * size), *both) for sign in (1, -1)]
        limit = [p.arith(sign * kink <= 2 * e * size, bound, fits.left) for sign, bound in zip((1, -1), twice,
                                                                                              strict=True)]  # fmt: skip
        most = p.by_cases(p.lemma("abs", kink), *[lambda g: p.arith(absolute(kink) <= 2 * e * size, g, *limit)] * 2)
        exact = p.arith(e * scale == absolute(kink), inverse, multipliers=[absolute(kink)])
        return p.arith(false, most, exact, error, positive)

    flat = p.absurd(kink == 0, argue)
    return p.close(p.general(s, t, flat), mark)


@once
def second_difference(p: Proof) -> Fact:
    """forall A, B: for some r > 0 and all 0 <= h <= r, |A + h B| + |A - h B| - 2 |A| is h times 2 |B| if A = 0, else
    0."""
    A, B, h = (p.fresh(name, "real") for name in "ABh")
    name, k = real("r"), real("h")

    def wanted(h: Term) -> Term:
        return absolute(A + h * B) + absolute(A - h * B) - 2 * absolute(A) == h * where(A == 0, 2 * absolute(B), 0)

    goal = exists(name, conj(name > 0, forall(k, implies(between(0, k, name), wanted(k)))))

    def chosen(r: Term, positive: Fact, prove: Callable[[Fact], Fact]) -> Fact:
        return p.witness(goal, r, p.both(positive, p.general(h, under(p, between(term(0), h, r), prove))))

    def at_zero(zero: Fact) -> Fact:
        value = p.lemma("if_true", A == 0, 2 * absolute(B), 0, using=[zero])

        def prove(near: Fact) -> Fact:
            sizes = [homogeneous(p).apply(h, B, s, using=[near.left, p.or_intro(
                either(s == h * B, s == -(h * B)), p.arith(s == (h * B if sign > 0 else -(h * B)), zero))])
                for s, sign in ((A + h * B, 1), (A - h * B, -1))]  # fmt: skip
            none = p.by_cases(p.lemma("abs", A), *[lambda g: p.arith(absolute(A) == 0, g, zero)] * 2)
            return p.arith(wanted(h), *sizes, none, value, multipliers=[h])

        return chosen(term(1), p.compute(term(1) > 0), prove)

    def off_zero(nonzero: Fact) -> Fact:
        value = p.lemma("if_false", A == 0, 2 * absolute(B), 0, using=[nonzero])
        low = size_of(p, B)[1]
        scale = absolute(B) + 1
        inverse = p.lemma("inverse", scale, using=[p.arith(negation(scale == 0), low)])
        reciprocal = p.arith(1 / scale > 0, inverse, low)
        size = p.by_cases(p.lemma("abs", A), *[lambda g: p.absurd(absolute(A) > 0, lambda no: p.conflict(
            p.arith(A == 0, g, no), nonzero))] * 2)  # fmt: skip
        r = absolute(A) * (1 / scale)
        positive = p.arith(r > 0, size, reciprocal)
        whole = p.arith(r * scale == absolute(A), inverse, multipliers=[absolute(A)])

        def prove(near: Fact) -> Fact:
            part = p.arith(h * absolute(B) <= r * absolute(B), near.right, low)
            ends = size_of(p, B)[0]
            small = [p.arith(s <= absolute(A), p.arith(s <= h * absolute(B), near.left, ends), part, whole, positive)
                     for s in (h * B, -(h * B))]  # fmt: skip
            rules = [p.lemma("abs", z) for z in (A, A + h * B, A - h * B)]
            return by_all_cases(p, rules, lambda g: p.arith(wanted(h), *g, *small, value, multipliers=[h]))

        return chosen(r, positive, prove)

    return p.general(A, B, p.decide(A == 0, at_zero, off_zero))


class Line:
    """The line of gate i, which has one, through the point of ``G``."""

    def __init__(self, p: Proof, G: Gates, i: Term, has_line: Fact, through: Fact) -> None:
        self.p, self.G, self.i, self.has_line, self.through = p, G, i, has_line, through

    def across(self, j: Term) -> tuple[Term, Term]:
        """Gate j along the line of gate i, and across it."""
        a, b, i = self.G.a, self.G.b, self.i
        return a(j) * -b(i) + b(j) * a(i), a(j) * a(i) + b(j) * b(i)

    def jump(self) -> Term:
        """The contribution of gate j to the second difference across the line."""
        along, over_ = self.across(j)
        return lam(j, zero_at(self.G.at(j)) * (self.G.c(j) * where(along == 0, 2 * absolute(over_), 0)))

    def moved(self, h: Term, sign: int) -> tuple[Term, Term]:
        """The direction along the line, plus or minus h times the one across."""
        a, b, i = self.G.a, self.G.b, self.i
        return (-b(i) + h * a(i), a(i) + h * b(i)) if sign > 0 else (-b(i) - h * a(i), a(i) - h * b(i))

    def second(self, w: Term, above: Fact) -> Fact:
        """exists r > 0: for all 0 <= h <= r, the second difference of phi across the line is h times the sum of the
        jumps. By induction on the number w of gates."""
        p, G, a, b, i = self.p, self.G, self.G.a, self.G.b, self.i
        r, h = real("r"), real("h")

        def equation(n: Term, h: Term) -> Term:
            sides = [G.phi(n, *self.moved(h, sign)) for sign in (1, -1)]
            return sides[0] + sides[1] - 2 * G.phi(n, -b(i), a(i)) == h * total(j, 1, n, self.jump()(j))

        def claim(n: Term) -> Term:
            return exists(r, conj(r > 0, forall(h, implies(between(0, h, r), equation(n, h)))))

        def shown(n: Term, value: Term, positive: Fact, prove: Callable[[Term, Fact], Fact]) -> Fact:
            k = p.fresh("h", "real")
            fact = p.general(k, under(p, between(term(0), k, value), lambda near: prove(k, near)))
            return p.witness(claim(n), value, p.both(positive, fact))

        def functions(h: Term) -> list[Term]:
            return [*(G.cone(*self.moved(h, sign)) for sign in (1, -1)), G.cone(-b(i), a(i)), self.jump()]

        def base() -> Fact:
            def none(k: Term, near: Fact) -> Fact:
                empty = [p.lemma("sum_empty", 1, 0, f) for f in functions(k)]
                return p.arith(equation(term(0), k), *empty, multipliers=[k])

            return shown(term(0), term(1), p.compute(term(1) > 0), none)

        def step(n: Term, low: Fact, here: Fact) -> Fact:
            mark = p.opened
            old, known = p.obtain(here, "r")
            along, over_ = self.across(n + 1)
            new, gate = p.obtain(second_difference(p)(along, over_), "r")
            rule, least = p.lemma("min", old, new), minimum(old, new)
            less = [p.by_cases(rule, *[lambda f, g=g: p.arith(g, f)] * 2) for g in (least <= old, least <= new)]
            positive = p.by_cases(rule, *[lambda f: p.arith(least > 0, f, known.left, gate.left)] * 2)

            def prove(k: Term, near: Fact) -> Fact:
                first = known.right.apply(k, using=[near.left, p.arith(k <= old, near.right, less[0])])
                second = gate.right.apply(k, using=[near.left, p.arith(k <= new, near.right, less[1])])
                sums = [longer_sum(p, 1, n, f, low) for f in functions(k)]
                q, m = real("q"), n + 1
                weight = zero_at(G.at(m)) * G.c(m)
                forms = [p.congruent(lam(q, absolute(q)), p.ring(a(m) * s + b(m) * t, z)) for (s, t), z in (
                    (self.moved(k, 1), along + k * over_), (self.moved(k, -1), along - k * over_),
                    ((-b(i), a(i)), along))]  # fmt: skip
                return p.arith(equation(m, k), first, second, *forms, *sums, multipliers=[1, weight, k])

            return p.close(shown(n + 1, least, positive, prove), mark)

        return p.induction("w", 0, claim, base, step).apply(w, using=[above])

    def same(self, j: Term, along: Fact, there: Fact) -> Fact:
        """same_line(i, j), from the argument of gate j being 0 along the line and at the point."""
        p, G, i = self.p, self.G, self.i
        a, b, d, u, v = G.a, G.b, G.d, G.u, G.v
        cross = p.arith(a(i) * b(j) == a(j) * b(i), along)
        return p.both(cross, p.arith(a(i) * d(j) == a(j) * d(i), cross, there, self.through,
                                     multipliers=[a(i), a(j), v]),
                      p.arith(b(i) * d(j) == b(j) * d(i), cross, there, self.through,
                              multipliers=[b(i), b(j), u]))  # fmt: skip

    def through_point(self, j: Term, same: Fact) -> Fact:
        """The argument of gate j is 0 at the point, from same_line(i, j)."""
        p, G, i = self.p, self.G, self.i
        a, b, r = G.a, G.b, G.at(j)
        cross, first, second = same.split()
        facts = [p.arith(a(i) * r == 0, cross, first, self.through, multipliers=[G.v, 1, a(j)]),
                 p.arith(b(i) * r == 0, cross, second, self.through, multipliers=[G.u, 1, b(j)])]  # fmt: skip
        return nonzero_factor(p).apply(a(i), b(i), r, using=[self.has_line, *facts])

    def twice_bend(self, w: Term, above: Fact) -> Fact:
        """The sum of the jumps is twice the bend."""
        p, G, i = self.p, self.G, self.i
        a, b, d, c = G.a, G.b, G.d, G.c
        share = lam(j, where(same_line(a, b, d, i, j), c(j) * absolute(a(i) * a(j) + b(i) * b(j)), 0))
        jump = self.jump()

        def each(k: Term, low: Fact, high: Fact) -> Fact:
            along, over_ = self.across(k)
            goal = jump(k) == 2 * share(k)
            value = c(k) * absolute(a(i) * a(k) + b(i) * b(k))
            form = p.congruent(lam(real("q"), absolute(real("q"))), p.ring(over_, a(i) * a(k) + b(i) * b(k)))
            condition = same_line(a, b, d, i, k)
            factors = [zero_at(G.at(k)), c(k), where(along == 0, 2 * absolute(over_), 0), c(k) * absolute(over_),
                       c(k) * where(along == 0, 2 * absolute(over_), 0)]  # fmt: skip

            def yes(same: Fact) -> Fact:
                there = self.through_point(k, same)
                flat = p.arith(along == 0, same.left)
                facts = [p.lemma("if_true", G.at(k) == 0, 1, 0, using=[there]),
                         p.lemma("if_true", along == 0, 2 * absolute(over_), 0, using=[flat])]  # fmt: skip
                return p.arith(goal, *facts, p.lemma("if_true", condition, value, 0, using=[same]), form,
                               multipliers=[1, *factors])  # fmt: skip

            def no(other: Fact) -> Fact:
                none = p.lemma("if_false", condition, value, 0, using=[other])

                def crossing(apart: Fact) -> Fact:
                    return p.arith(goal, none, p.lemma("if_false", along == 0, 2 * absolute(over_), 0, using=[apart]),
                                   multipliers=[1, zero_at(G.at(k)) * c(k)])  # fmt: skip

                def parallel(flat: Fact) -> Fact:
                    missed = p.refute(G.at(k) == 0, lambda there: p.conflict(self.same(k, flat, there), other))
                    return p.arith(goal, none, p.lemma("if_false", G.at(k) == 0, 1, 0, using=[missed]),
                                   multipliers=[1, factors[4]])  # fmt: skip

                return p.decide(along == 0, parallel, crossing)

            return p.decide(condition, yes, no)

        same = equal_sums(p, term(1), w, jump, lam(j, 2 * share(j)), each)
        doubled = sums_scaled(p).apply(1, w, share, 2, using=[p.arith(term(1) <= w + 1, above)])
        bend = Bend(i, w, a, b, d, c)
        unfolded = p.restate(p.reflexive(bend), bend == total(j, 1, w, share(j)))
        return p.arith(total(j, 1, w, jump(j)) == 2 * bend, same, doubled, unfolded)

    def unbent(self, w: Term, above: Fact, flat: Fact) -> Fact:
        """Bend(i) = 0, from phi = 0."""
        p, G = self.p, self.G
        mark = p.opened
        r, known = p.obtain(self.second(w, above), "r")
        here = known.right.apply(r, using=[p.arith(r >= 0, known.left), p.arith(r <= r)])
        zeros = [flat(*self.moved(r, 1)), flat(*self.moved(r, -1)), flat(-G.b(self.i), G.a(self.i))]
        sums = total(j, 1, w, self.jump()(j))
        product = p.arith(r * sums == 0, here, *zeros)
        none = p.arith(sums == 0, product, known.left, p.lemma("inverse", r, using=[p.arith(
            negation(r == 0), known.left)]), multipliers=[1 / r, sums])  # fmt: skip
        return p.close(p.arith(Bend(self.i, w, G.a, G.b, G.d, G.c) == 0, none, self.twice_bend(w, above)), mark)


@once
def nonzero_factor(p: Proof) -> Fact:
    """For all a, b, r: if a and b are not both 0, a r = 0 and b r = 0, then r = 0."""
    a, b, r = (p.fresh(name, "real") for name in "abr")

    def argue(given: Fact) -> Fact:
        def by(s: Term, product: Fact) -> Callable[[Fact], Fact]:
            return lambda no: p.arith(r == 0, product, p.lemma("inverse", s, using=[no]), multipliers=[1 / s, r])

        first, second = p.assume(a * r == 0), p.assume(b * r == 0)

        def zero(yes: Fact) -> Fact:
            other = p.refute(b == 0, lambda also: p.conflict(p.both(yes, also), given))
            return by(b, second)(other)

        fact = p.decide(a == 0, zero, by(a, first))
        return p.implication(first.formula, p.implication(second.formula, fact))

    return p.general(a, b, r, under(p, negation(conj(a == 0, b == 0)), argue))


@once
def parallel(p: Proof) -> Fact:
    """For all a1, ..., b3: if (a2, b2) is not 0 and is parallel to (a1, b1) and to (a3, b3), these are parallel."""
    a1, b1, a2, b2, a3, b3 = (p.fresh(name, "real") for name in ("a", "b", "s", "t", "x", "y"))
    gap = a1 * b3 - a3 * b1

    def argue(given: Fact) -> Fact:
        some, first, second = given.split()
        zeros = [p.arith(a2 * gap == 0, first, second, multipliers=[a1, a3]),
                 p.arith(b2 * gap == 0, first, second, multipliers=[b1, b3])]  # fmt: skip
        return p.arith(a1 * b3 == a3 * b1, nonzero_factor(p).apply(a2, b2, gap, using=[some, *zeros]))

    premise = conj(negation(conj(a2 == 0, b2 == 0)), a1 * b2 == a2 * b1, a2 * b3 == a3 * b2)
    return p.general(a1, b1, a2, b2, a3, b3, under(p, premise, argue))


@once
def projected(p: Proof) -> Fact:
    """For all a, b, s, t, x, y: if (a, b) and (s, t) are parallel, then |s x + t y| (a a + b b) is
    |a x + b y| |a s + b t|."""
    a, b, s, t, x, y = (p.fresh(name, "real") for name in "abstxy")
    norm, form, inner = a * a + b * b, s * x + t * y, a * x + b * y
    across = a * s + b * t

    def argue(cross: Fact) -> Fact:
        product = norm * form
        square = p.arith(norm >= 0, squares=[a, b])
        first = homogeneous(p).apply(norm, form, product, using=[square, p.or_intro(
            either(product == norm * form, product == -(norm * form)), p.ring(product, norm * form))])  # fmt: skip
        equal = p.arith(product == inner * across, cross, multipliers=[b * x, a * y])
        rules = [p.lemma("abs", z) for z in (inner, across, product)]
        sizes = by_all_cases(p, rules, lambda facts: absolute_product(p, inner, across, product, facts, equal))
        return p.arith(absolute(form) * norm == absolute(inner) * absolute(across), first, sizes)

    return p.general(a, b, s, t, x, y, under(p, a * t == s * b, argue))


def absolute_product(p: Proof, x: Term, y: Term, z: Term, facts: list[Fact], equal: Fact) -> Fact:
    """|z| = |x| |y|, from z = x y and one case for each absolute value."""
    signs = [1 if f.formula.args[1].args[1].index == t.index else -1 for f, t in zip(facts, (x, y, z), strict=True)]
    first, second = (s * t for s, t in zip(signs, (x, y), strict=False))
    value = p.arith(absolute(x) * absolute(y) == first * second, facts[0].right, facts[1].right,
                    multipliers=[absolute(y), first, absolute(x)])  # fmt: skip
    product = p.arith(first * second >= 0, p.arith(first >= 0, facts[0]), p.arith(second >= 0, facts[1]))
    return p.arith(absolute(z) == absolute(x) * absolute(y), value, product, equal, facts[2])


def flat_if_unbent(p: Proof, G: Gates, w: Term, above: Fact, unbent: Fact) -> Fact:
    """phi = 0, if no line through the point bends: ``unbent`` says, for 1 <= i <= w with a line, which goes through the
    point, that Bend(i) = 0. The gates are grouped by lines: each is counted once with each gate of its own line and
    divided by the number of these."""
    a, b, c, d = G.a, G.b, G.c, G.d
    s, t = p.fresh("x", "real"), p.fresh("y", "real")
    k = p.fresh("k", "int")

    def here(i: Term) -> Term:
        return conj(sloped(a, b, i), G.at(i) == 0)

    def together(i: Term, j: Term) -> Term:
        return conj(here(i), here(j), a(i) * b(j) == a(j) * b(i))

    def mark(i: Term, j: Term) -> Term:
        return where(together(i, j), 1, 0)

    count = lam(i, total(k, 1, w, mark(i, k)))
    form = lam(j, absolute(a(j) * s + b(j) * t))
    entry = lam(i, j, mark(i, j) * (c(j) * form(j) * (1 / count(j))))
    nonempty = p.arith(term(1) <= w + 1, above)

    def marked(i: Term, j: Term, known: Fact) -> Fact:
        rule = "if_false" if known.formula.op == "not" else "if_true"
        return p.lemma(rule, together(i, j), 1, 0, using=[known])

    def turned(i: Term, j: Term, known: Fact) -> Fact:
        first, second, cross = known.left, known.right.left, known.right.right
        return p.both(second, first, p.arith(a(j) * b(i) == a(i) * b(j), cross))

    def symmetric(i: Term, j: Term) -> Fact:
        """mark(i, j) = mark(j, i)."""

        def yes(known: Fact) -> Fact:
            return p.arith(mark(i, j) == mark(j, i), marked(i, j, known), marked(j, i, turned(i, j, known)))

        def no(known: Fact) -> Fact:
            other = p.refute(together(j, i), lambda back: p.conflict(turned(j, i, back), known))
            return p.arith(mark(i, j) == mark(j, i), marked(i, j, known), marked(j, i, other))

        return p.decide(together(i, j), yes, no)

    def joined(i: Term, j: Term, m: Term, first: Fact, second: Fact) -> Fact:
        """together(i, m), from together(i, j) and together(j, m)."""
        cross = parallel(p).apply(a(i), b(i), a(j), b(j), a(m), b(m), using=[p.both(
            first.right.left.left, first.right.right, second.right.right)])  # fmt: skip
        return p.both(first.left, second.right.left, cross)

    def same_count(i: Term, j: Term, known: Fact) -> Fact:
        """count(i) = count(j), from together(i, j)."""

        def each(m: Term, low: Fact, high: Fact) -> Fact:
            goal = mark(i, m) == mark(j, m)

            def yes(with_i: Fact) -> Fact:
                return p.arith(goal, marked(i, m, with_i), marked(j, m, joined(j, i, m, turned(i, j, known), with_i)))

            def no(apart: Fact) -> Fact:
                other = p.refute(together(j, m), lambda also: p.conflict(joined(i, j, m, known, also), apart))
                return p.arith(goal, marked(i, m, apart), marked(j, m, other))

            return p.decide(together(i, m), yes, no)

        return equal_sums(p, term(1), w, lam(k, mark(i, k)), lam(k, mark(j, k)), each)

    def row(i: Term, low: Fact, high: Fact) -> Fact:
        """The sum of a row is 0: a multiple of Bend(i)."""
        goal = total(j, 1, w, entry(i)(j)) == 0

        def off(missing: Fact) -> Fact:
            def each(m: Term, *_: Fact) -> Fact:
                none = p.refute(together(i, m), lambda known: p.conflict(known.left, missing))
                return p.arith(entry(i)(m) == 0, marked(i, m, none), multipliers=[c(m) * form(m) * (1 / count(m))])

            zero = equal_sums(p, term(1), w, entry(i), lam(j, term(0)), each)
            return p.arith(goal, zero, sum_of_constants(p).apply(1, w, 0, using=[nonempty]))

        def on(there: Fact) -> Fact:
            norm = a(i) * a(i) + b(i) * b(i)
            nonzero = p.refute(norm == 0, lambda zero: p.conflict(p.both(*(p.arith(
                z == 0, zero, squares=[a(i), b(i)], multipliers=[z]) for z in (a(i), b(i)))), there.left))  # fmt: skip
            inverse = p.lemma("inverse", norm, using=[nonzero])
            factor = form(i) * (1 / norm) * (1 / count(i))
            share = lam(j, where(same_line(a, b, d, i, j), c(j) * absolute(a(i) * a(j) + b(i) * b(j)), 0))
            line = Line(p, G, i, there.left, there.right)

            def each(m: Term, *_: Fact) -> Fact:
                goal = entry(i)(m) == factor * share(m)
                across = absolute(a(i) * a(m) + b(i) * b(m))
                condition = same_line(a, b, d, i, m)

                def yes(known: Fact) -> Fact:
                    size = projected(p).apply(a(i), b(i), a(m), b(m), s, t, using=[known.right.right])
                    counts = p.congruent(lam(real("q"), 1 / real("q")), same_count(i, m, known))
                    along = p.arith(line.across(m)[0] == 0, known.right.right)
                    same = line.same(m, along, known.right.left.right)
                    value = p.lemma("if_true", condition, c(m) * across, 0, using=[same])
                    plain = p.arith(form(m) == form(i) * (1 / norm) * across, size, inverse, multipliers=[
                        1 / norm, form(m)])  # fmt: skip
                    whole = p.arith(entry(i)(m) == c(m) * form(m) * (1 / count(m)), marked(i, m, known), multipliers=[
                        c(m) * form(m) * (1 / count(m))])  # fmt: skip
                    middle = p.arith(c(m) * form(m) * (1 / count(m)) == factor * (c(m) * across), plain, counts,
                                     multipliers=[c(m) * (1 / count(m)),
                                                  c(m) * form(i) * (1 / norm) * across])  # fmt: skip
                    return p.arith(goal, whole, middle, value, multipliers=[1, factor])

                def no(apart: Fact) -> Fact:
                    left = p.arith(entry(i)(m) == 0, marked(i, m, apart), multipliers=[
                        c(m) * form(m) * (1 / count(m))])  # fmt: skip

                    def other(missed: Fact) -> Fact:
                        value = p.lemma("if_false", condition, c(m) * across, 0, using=[missed])
                        return p.arith(goal, left, value, multipliers=[1, factor])

                    def level(same: Fact) -> Fact:
                        """The gate m has no line: it contributes nothing."""
                        reach = same.left
                        zero = p.absurd(conj(a(m) == 0, b(m) == 0), lambda some: p.conflict(p.both(
                            there, p.both(some, line.through_point(m, same)), reach), apart))  # fmt: skip
                        none = p.arith(a(i) * a(m) + b(i) * b(m) == 0, *zero.split(), multipliers=[a(i), b(i)])
                        size = p.by_cases(p.lemma("abs", a(i) * a(m) + b(i) * b(m)), *[lambda f: p.arith(
                            across == 0, f, none)] * 2)  # fmt: skip
                        value = p.lemma("if_true", condition, c(m) * across, 0, using=[same])
                        return p.arith(goal, left, value, size, multipliers=[1, factor, factor * c(m)])

                    return p.decide(condition, level, other)

                return p.decide(together(i, m), yes, no)

            same = equal_sums(p, term(1), w, entry(i), lam(j, factor * share(j)), each)
            scaled = sums_scaled(p).apply(1, w, share, factor, using=[nonempty])
            bend = Bend(i, w, a, b, d, c)
            unfolded = p.restate(p.reflexive(bend), bend == total(j, 1, w, share(j)))
            zero = unbent.apply(i, using=[low, high, *there.split()])
            return p.arith(goal, same, scaled, unfolded, zero, multipliers=[1, factor])

        return p.decide(here(i), on, off)

    def column(m: Term, low: Fact, high: Fact) -> Fact:
        """The sum of a column is the contribution of gate m."""
        weight = c(m) * form(m) * (1 / count(m))
        goal = total(i, 1, w, entry(i)(m)) == G.cone(s, t)(m)
        swapped = equal_sums(p, term(1), w, lam(i, entry(i)(m)), lam(i, weight * mark(m, i)), lambda i, *_: p.arith(
            entry(i)(m) == weight * mark(m, i), symmetric(i, m), multipliers=[weight]))  # fmt: skip
        scaled = sums_scaled(p).apply(1, w, lam(i, mark(m, i)), weight, using=[nonempty])
        whole = p.arith(total(i, 1, w, entry(i)(m)) == weight * count(m), swapped, scaled)

        def on(there: Fact) -> Fact:
            itself = marked(m, m, p.both(there, there, p.ring(a(m) * b(m), a(m) * b(m))))
            one = term_at_least(p, w, lam(k, mark(m, k)), m, low, high, above)
            large = p.arith(count(m) >= 1, itself, one)
            inverse = p.lemma("inverse", count(m), using=[p.arith(negation(count(m) == 0), large)])
            active = p.lemma("if_true", G.at(m) == 0, 1, 0, using=[there.right])
            return p.arith(goal, whole, inverse, active, multipliers=[1, c(m) * form(m)])

        def off(missing: Fact) -> Fact:
            none = equal_sums(p, term(1), w, lam(k, mark(m, k)), lam(k, term(0)), lambda i, *_: marked(
                m, i, p.refute(together(m, i), lambda known: p.conflict(known.left, missing))))  # fmt: skip
            zero = p.arith(count(m) == 0, none, sum_of_constants(p).apply(1, w, 0, using=[nonempty]))
            left = p.arith(total(i, 1, w, entry(i)(m)) == 0, whole, zero, multipliers=[1, weight])

            def away(no: Fact) -> Fact:
                gone = p.lemma("if_false", G.at(m) == 0, 1, 0, using=[no])
                return p.arith(goal, left, gone, multipliers=[1, c(m) * form(m)])

            def level(yes: Fact) -> Fact:
                flat = p.absurd(conj(a(m) == 0, b(m) == 0), lambda some: p.conflict(p.both(some, yes), missing))
                inside = p.arith(a(m) * s + b(m) * t == 0, *flat.split(), multipliers=[s, t])
                size = p.by_cases(p.lemma("abs", a(m) * s + b(m) * t), *[lambda f: p.arith(
                    form(m) == 0, f, inside)] * 2)  # fmt: skip
                return p.arith(goal, left, size, multipliers=[1, zero_at(G.at(m)) * c(m)])

            return p.decide(G.at(m) == 0, level, away)

        return p.decide(here(m), on, off)

    rows = equal_sums(p, term(1), w, lam(i, total(j, 1, w, entry(i)(j))), lam(i, term(0)), row)
    columns = equal_sums(p, term(1), w, lam(j, total(i, 1, w, entry(i)(j))), G.cone(s, t), column)
    swapped = sums_swapped(p).apply(1, w, 1, w, entry, using=[nonempty, nonempty])
    zero = sum_of_constants(p).apply(1, w, 0, using=[nonempty])
    return p.general(s, t, p.arith(G.phi(w, s, t) == 0, rows, columns, swapped, zero))


def term_at_least(p: Proof, w: Term, f: Term, m: Term, low: Fact, high: Fact, above: Fact) -> Fact:
    """f(m) is at most the sum of f over 1..w, for f = where(..., 1, 0) and 1 <= m <= w."""
    k = p.fresh("k", "int")
    condition = f(k).args[0]

    def each() -> Fact:
        return p.decide(condition, lambda yes: p.arith(f(k) >= 0, p.lemma("if_true", condition, 1, 0, using=[yes])),
                        lambda no: p.arith(f(k) >= 0, p.lemma("if_false", condition, 1, 0, using=[no])))  # fmt: skip

    return parts_of_sums(p).apply(f, w, using=[p.general(k, each()), above]).right.apply(m, using=[low, high])


def kinks(p: Proof, G: Gates, w: Term, above: Fact, sum_: Fact) -> Fact:
    """Not differentiable at the point if, and only if, the point lies on the line of a gate that bends."""
    f = sum_.formula.args[0]
    smooth, bent = DifferentiableAt(f, G.u, G.v), bent_line(w, G.a, G.b, G.d, G.c, G.u, G.v)

    def there(rough: Fact) -> Fact:
        def argue(none: Fact) -> Fact:
            k = p.fresh("i", "int")
            bend = Bend(k, w, G.a, G.b, G.d, G.c)

            def straight(within: Fact, line: Fact, through: Fact) -> Fact:
                return p.absurd(bend == 0, lambda no: p.conflict(p.witness(bent, k, p.both(
                    within, line, through, no)), none))  # fmt: skip

            through_it = on_line(G.a, G.b, G.d, k, G.u, G.v)
            unbent = p.general(k, under(p, between(1, k, w), lambda within: under(
                p, sloped(G.a, G.b, k), lambda line: under(
                    p, through_it, lambda through: straight(within, line, through)))))  # fmt: skip
            flat = flat_if_unbent(p, G, w, above, unbent)
            return p.conflict(differentiable_if_flat(p, G, w, above, sum_, flat), rough)

        return p.absurd(bent, argue)

    def back(on: Fact) -> Fact:
        k, known = p.obtain(on, "i")
        _, _, line, through, bend = known.split()
        zero = Line(p, G, k, line, through)
        return p.refute(smooth, lambda fine: p.conflict(zero.unbent(
            w, above, flat_if_differentiable(p, G, w, above, sum_, fine)), bend))  # fmt: skip

    mark = p.opened
    first = under(p, negation(smooth), there)
    given = p.assume(bent)
    second = p.implication(bent, p.close(back(given), mark))
    return p.both(first, second)


# The maximum of 0, x and y.

PEAK = lam(x, y, maximum(0, maximum(x, y)))


def three_rays(u: Term, v: Term) -> Term:
    """(u, v) lies on one of the half-lines x = y >= 0, x = 0 >= y and y = 0 >= x."""
    return either(conj(u == v, u >= 0), conj(u == 0, v <= 0), conj(v == 0, u <= 0))


def locally_affine(p: Proof, f: Term, u: Term, v: Term, slopes: tuple[Term, Term], radius: Term, positive: Fact,
                   value: Callable[[Term, Term, list[Fact]], Fact]) -> Fact:  # fmt: skip
    """DifferentiableAt(f, u, v), from ``positive``: radius > 0, and ``value(x, y, |x| and |y| <= radius)``, which
    proves f(u + x, v + y) - f(u, v) - p x - q y = 0 for the slopes p, q."""
    goal = DifferentiableAt(f, u, v)
    e, s, t = (p.fresh(name, "real") for name in ("e", "x", "y"))

    def rest(x: Term, y: Term) -> Term:
        return f(u + x)(v + y) - f(u)(v) - slopes[0] * x - slopes[1] * y

    def of(error: Fact) -> Fact:
        def near(small: Fact) -> Fact:
            zero = value(s, t, small.split())
            none = p.by_cases(p.lemma("abs", rest(s, t)), *[lambda g: p.arith(absolute(rest(s, t)) == 0, g, zero)] * 2)
            sizes = [size_of(p, z)[1] for z in (s, t)]
            return p.arith(absolute(rest(s, t)) <= e * (absolute(s) + absolute(t)), none, error, p.arith(
                absolute(s) + absolute(t) >= 0, *sizes))  # fmt: skip

        inner = p.general(s, t, under(p, conj(absolute(s) <= radius, absolute(t) <= radius), near))
        some = exists(delta, conj(delta > 0, forall(x, y, implies(
            conj(absolute(x) <= delta, absolute(y) <= delta),
            absolute(rest(x, y)) <= e * (absolute(x) + absolute(y))))))  # fmt: skip
        return p.witness(some, radius, p.both(positive, inner))

    return p.restate(p.witness(body(goal), *slopes, p.general(e, under(p, e > 0, of))), goal)


def creased(p: Proof, f: Term, u: Term, v: Term, direction: tuple[int, int],
            rise: Callable[[Term, Fact], Fact]) -> Fact:  # fmt: skip
    """not DifferentiableAt(f, u, v), from ``rise(h, h > 0)``: the second difference by h times a direction, of entries
    at most 1, is at least h."""

    def argue(smooth: Fact) -> Fact:
        a, b, close = p.obtain(p.open_definition(smooth), "p", "q")
        r, within = p.obtain(close.apply(term("1/8"), using=[p.compute(term("1/8") > 0)]), "delta")
        s, t = direction
        facts = []
        for sign in (1, -1):
            hx, hy = sign * s * r, sign * t * r
            gap = f(u + hx)(v + hy) - f(u)(v) - a * hx - b * hy
            sizes = [p.by_cases(p.lemma("abs", z), *[lambda g, z=z: p.arith(absolute(z) <= r, g, within.left)] * 2)
                     for z in (hx, hy)]  # fmt: skip
            facts += [within.right.apply(hx, hy, using=sizes), size_of(p, gap)[0], *sizes]
        return p.arith(false, *facts, within.left, rise(r, within.left))

    return p.refute(DifferentiableAt(f, u, v), argue)


@once
def peak_kinks(p: Proof) -> Fact:
    """For all u, v: the maximum of 0, x and y is not differentiable at (u, v) exactly on the three half-lines."""
    u, v = p.fresh("u", "real"), p.fresh("v", "real")

    def largest(x: Term, y: Term) -> list[Fact]:
        return [p.lemma("max", 0, maximum(x, y)), p.lemma("max", x, y)]

    def cell(slopes: tuple[int, int], *known: Fact) -> Fact:
        """Differentiable where one of 0, x, y alone is the largest."""
        radius = {(0, 0): minimum(-u, -v), (1, 0): minimum(u, (u - v) / 2), (0, 1): minimum(v, (v - u) / 2)}[slopes]
        rule = p.lemma("min", *radius.args)
        low = [p.by_cases(rule, *[lambda f, g=g: p.arith(g, f)] * 2) for g in (radius <= z for z in radius.args)]
        positive = p.by_cases(rule, *[lambda f: p.arith(radius > 0, f, *known)] * 2)
        a, b = (term(s) for s in slopes)

        def value(s: Term, t: Term, small: list[Fact]) -> Fact:
            ends = [fact for z in (s, t) for fact in size_of(p, z)[0].split()]
            near = [p.arith(g <= radius, *ends, *small) for g in (s, -s, t, -t)]
            top = a * u + b * v
            after, before = a * (u + s) + b * (v + t), top
            values = [by_all_cases(p, largest(x, y), lambda facts, x=x, y=y, z=z: p.arith(
                PEAK(x)(y) == z, *facts, *near, *low, *known)) for x, y, z in (
                (u + s, v + t, after), (u, v, before))]  # fmt: skip
            return p.arith(PEAK(u + s)(v + t) - PEAK(u)(v) - a * s - b * t == 0, *values)

        return locally_affine(p, PEAK, u, v, (a, b), radius, positive, value)

    def there(rough: Fact) -> Fact:
        goal = three_rays(u, v)

        def no_cell(smooth: Fact) -> Fact:
            return p.anything(goal, p.conflict(smooth, rough))

        def diagonal(equal: Fact) -> Fact:
            return p.decide(u >= 0, lambda up: p.or_intro(goal, p.both(equal, up)), lambda no: no_cell(cell(
                (0, 0), p.arith(u < 0, no), p.arith(v < 0, no, equal))))  # fmt: skip

        def off(apart: Fact) -> Fact:
            return p.decide(u < v, left_above, lambda no: right_below(p.absurd(v < u, lambda also: p.conflict(
                p.arith(u == v, no, also), apart))))  # fmt: skip

        def left_above(less: Fact) -> Fact:
            """u < v."""
            return p.decide(v > 0, lambda up: no_cell(cell((0, 1), up, less)), lambda no: p.decide(
                v == 0, lambda zero: p.or_intro(goal, p.both(zero, p.arith(u <= 0, zero, less))),
                lambda other: no_cell(cell((0, 0), p.arith(u < 0, no, less), p.absurd(v < 0, lambda up: p.conflict(
                    p.arith(v == 0, no, up), other))))))  # fmt: skip

        def right_below(less: Fact) -> Fact:
            """v < u."""
            return p.decide(u > 0, lambda up: no_cell(cell((1, 0), up, less)), lambda no: p.decide(
                u == 0, lambda zero: p.or_intro(goal, p.both(zero, p.arith(v <= 0, zero, less))),
                lambda other: no_cell(cell((0, 0), p.absurd(u < 0, lambda up: p.conflict(
                    p.arith(u == 0, no, up), other)), p.arith(v < 0, no, less)))))  # fmt: skip

        return p.decide(u == v, diagonal, off)

    def back(on: Fact) -> Fact:
        def crease(direction: tuple[int, int]) -> Callable[[Fact], Fact]:
            def by(known: Fact) -> Fact:
                s, t = direction

                def rise(h: Term, positive: Fact) -> Fact:
                    points = [(u + s * h, v + t * h), (u + -1 * s * h, v + -1 * t * h), (u, v)]
                    values = []
                    for q, (x, y) in enumerate(points):
                        least = [PEAK(x)(y) >= z for z in (0, x, y)] if q < 2 else []
                        values += [by_all_cases(p, largest(x, y), lambda facts, g=g: p.arith(g, *facts))
                                   for g in least]  # fmt: skip
                    here = by_all_cases(p, largest(u, v), lambda facts: p.arith(
                        PEAK(u)(v) == (u if direction == (1, -1) else 0), *facts, known))  # fmt: skip
                    ends = [PEAK(x)(y) for x, y in points]
                    return p.arith(ends[0] + ends[1] - 2 * ends[2] >= h, *values, here, known, positive)

                return creased(p, PEAK, u, v, direction, rise)

            return by

        return p.by_cases(on, crease((1, -1)), crease((1, 0)), crease((0, 1)))

    smooth, rays = DifferentiableAt(PEAK, u, v), three_rays(u, v)
    return p.general(u, v, p.both(under(p, negation(smooth), there), under(p, rays, back)))
