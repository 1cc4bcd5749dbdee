"""Derivations about orders: any finite list can be sorted, and the vertices of a cube be listed by any objective."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport, under
from numerics.sums import once
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    either,
    every,
    exists,
    false,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    same,
    some,
    term,
    var,
    where,
)  # fmt: skip
from theorems.mukherjee2020.blocks import ordered
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.sign_rank import Cone, Sequencing, bits, inner

r, u, q, t, c = (integer(name) for name in ("r", "u", "q", "t", "c"))


def sorts(s: Term, f: Term, N: Term) -> Term:
    """s(1), ..., s(N) are 1, ..., N in an order in which f does not decrease."""
    return conj(every(r, 1, N, between(1, s(r), N)), every(r, 1, N, every(u, r + 1, N, s(r) != s(u))),
                every(q, 1, N, some(r, 1, N, s(r) == q)), every(r, 1, N - 1, f(s(r)) <= f(s(r + 1))))  # fmt: skip


def nowhere(p: Proof, low: Term, high: Term, claim: Callable[[Term], Term], *why: Fact) -> Fact:
    """every(i, low, high, claim(i)), because there is no such i."""
    return over(p, low, high, lambda i, bounds: p.anything(claim(i), p.arith(false, bounds, *why)))


def place_among(p: Proof, g: Term, v: Term, N: Term, above: Fact, rising: Fact) -> Fact:
    """exists c, 0 <= c <= N, with g(r) <= v for r <= c and v < g(r) for c < r <= N, where g(1) <= ... <= g(N)."""
    monotone = ordered(p, g, N, rising)

    def body_at(c: Term, k: Term) -> Term:
        return conj(between(0, c, k), every(r, 1, c, g(r) <= v), every(r, c + 1, k, v < g(r)))

    def claim(k: Term) -> Term:
        return implies(k <= N, exists(c, body_at(c, k)))

    def start() -> Fact:
        zero = term(0)
        none = [nowhere(p, term(1), zero, lambda i: g(i) <= v), nowhere(p, zero + 1, zero, lambda i: v < g(i))]
        return under(p, zero <= N, lambda _: p.witness(claim(zero).args[1], 0, p.both(p.both(
            p.arith(zero <= 0), p.arith(zero <= 0)), *none)))  # fmt: skip

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        def longer(within: Fact) -> Fact:
            e, fact = p.obtain(here.apply(using=[within]), "c")
            place, before, behind = fact.left, fact.right.left, fact.right.right
            goal = claim(k + 1).args[1]

            def all_below(small: Fact) -> Fact:
                def entry(i: Term, bounds: Fact) -> Fact:
                    return p.arith(g(i) <= v, small, monotone.apply(i, k + 1, using=[bounds, within]))

                whole = p.both(p.arith(k + 1 >= 0, low), p.arith(k + 1 <= k + 1))
                return p.witness(goal, k + 1, p.both(whole, over(p, 1, k + 1, entry), nowhere(
                    p, k + 1 + 1, k + 1, lambda i: v < g(i))))  # fmt: skip

            def one_above(large: Fact) -> Fact:
                def entry(i: Term, bounds: Fact) -> Fact:
                    def newest(no: Fact) -> Fact:
                        at = p.congruent(g, p.arith(i == k + 1, no, bounds))
                        return p.arith(v < g(i), at, large)

                    return p.decide(i <= k, lambda yes: behind.apply(i, using=[bounds.left, yes]), newest)

                whole = p.both(place.left, p.arith(e <= k + 1, place))
                return p.witness(goal, e, p.both(whole, before, over(p, e + 1, k + 1, entry)))

            return p.decide(g(k + 1) <= v, all_below, one_above)

        return under(p, k + 1 <= N, longer)

    return p.induction("k", 0, claim, start, step).apply(N, using=[above, p.arith(N <= N)])


@once
def sorting(p: Proof) -> Fact:
    """forall f, forall N, 0 <= N => exists s that sorts f(1), ..., f(N). By insertion."""
    f, s = p.fresh("f", "int->real"), var("s", "int->int")

    def nothing() -> Fact:
        zero, i = term(0), lam(r, r)
        parts = [
            nowhere(p, term(1), zero, lambda e: between(1, i(e), zero)),
            nowhere(p, term(1), zero, lambda e: every(u, e + 1, zero, i(e) != i(u))),
            nowhere(p, term(1), zero, lambda e: some(r, 1, zero, i(r) == e)),
            nowhere(p, term(1), zero - 1, lambda e: f(i(e)) <= f(i(e + 1))),
        ]
        return p.witness(exists(s, sorts(s, f, zero)), i, p.both(*parts))

    def insert(N: Term, above: Fact, here: Fact) -> Fact:
        old, fact = p.obtain(here, "s")
        inside, different, onto, rising = fact.left, fact.right.left, fact.right.right.left, fact.right.right.right
        v, new = f(N + 1), N + 1
        c, found = p.obtain(place_among(p, lam(r, f(old(r))), v, N, above, rising), "c")
        place, before, behind = found.left, found.right.left, found.right.right
        s_ = lam(r, where(r <= c, old(r), where(r == c + 1, new, old(r - 1))))

        def low(r: Term, yes: Fact) -> Fact:
            return p.lemma("if_true", r <= c, old(r), where(r == c + 1, new, old(r - 1)), using=[yes])

        def later(r: Term, no: Fact) -> Fact:
            return p.lemma("if_false", r <= c, old(r), where(r == c + 1, new, old(r - 1)), using=[no])

        def middle(r: Term, at: Fact) -> Fact:
            no = p.arith(negation(r <= c), at)
            return p.arith(s_(r) == new, later(r, no), p.lemma("if_true", r == c + 1, new, old(r - 1), using=[at]))

        def high(r: Term, far: Fact) -> Fact:
            no, other = p.arith(negation(r <= c), far), p.refute(r == c + 1, lambda at: p.arith(false, at, far))
            return p.arith(
                s_(r) == old(r - 1), later(r, no), p.lemma("if_false", r == c + 1, new, old(r - 1), using=[other])
            )

        def cases(
            r: Term, one: Callable[[Fact], Fact], two: Callable[[Fact], Fact], three: Callable[[Fact], Fact]
        ) -> Fact:
            """r <= c, r = c + 1 or r > c + 1."""
            return p.decide(
                r <= c,
                one,
                lambda no: p.decide(
                    r <= c + 1,
                    lambda yes: two(p.arith(r == c + 1, yes, no)),
                    lambda far: three(p.arith(r > c + 1, far)),
                ),
            )

        def ranged(r: Term, bounds: Fact) -> Fact:
            goal = between(1, s_(r), new)

            def of(value: Fact, *known: Fact) -> Fact:
                return p.both(*(p.arith(part, value, *known) for part in goal.args))

            return cases(
                r, lambda yes: of(low(r, yes), inside.apply(r, using=[bounds.left, p.arith(r <= N, yes, place)])),
                lambda at: of(middle(r, at), above),
                lambda far: of(high(r, far), inside.apply(r - 1, using=[p.arith(r - 1 >= 1, far, place), p.arith(
                    r - 1 <= N, bounds)])))  # fmt: skip

        def apart(r: Term, u: Term, first: Fact, second: Fact) -> Fact:
            def old_ones(a: Term, b: Term, x: Fact, y: Fact, *order: Fact) -> Fact:
                """The values are old(a) and old(b), a < b."""
                other = different.apply(a, b, using=[first, second, place, *order])
                return p.refute(s_(r) == s_(u), lambda equal: p.conflict(p.arith(old(a) == old(b), equal, x, y), other))

            def with_new(a: Term, x: Fact, y: Fact, *order: Fact) -> Fact:
                """One value is N + 1, the other old(a)."""
                small = inside.apply(a, using=[first, second, place, *order])
                return p.refute(s_(r) == s_(u), lambda equal: p.arith(false, equal, x, y, small))

            def r_low(a: Fact) -> Fact:
                return cases(u, lambda b: old_ones(r, u, low(r, a), low(u, b), b),
                             lambda b: with_new(r, low(r, a), middle(u, b), a),
                             lambda b: old_ones(r, u - 1, low(r, a), high(u, b), a, b))  # fmt: skip

            def r_middle(a: Fact) -> Fact:
                far = p.arith(u > c + 1, a, second)
                return with_new(u - 1, middle(r, a), high(u, far), far)

            def r_high(a: Fact) -> Fact:
                far = p.arith(u > c + 1, a, second)
                return old_ones(r - 1, u - 1, high(r, a), high(u, far), a)

            return cases(r, r_low, r_middle, r_high)

        def reached(q: Term, bounds: Fact) -> Fact:
            goal = some(r, 1, new, s_(r) == q)

            def older(yes: Fact) -> Fact:
                at, there = p.obtain(onto.apply(q, using=[bounds.left, yes]), "r")
                within, value = there.left, there.right

                def stays(near: Fact) -> Fact:
                    return p.witness(goal, at, p.both(p.both(within.left, p.arith(at <= new, within)), p.arith(
                        s_(at) == q, low(at, near), value)))  # fmt: skip

                def moves(far: Fact) -> Fact:
                    bounds_ = p.both(p.arith(at + 1 >= 1, within), p.arith(at + 1 <= new, within))
                    moved = p.arith(s_(at + 1) == q, high(at + 1, p.arith(at + 1 > c + 1, far)), value)
                    return p.witness(goal, at + 1, p.both(bounds_, moved))

                return p.decide(at <= c, stays, moves)

            def newest(no: Fact) -> Fact:
                is_new = p.arith(q == new, no, bounds)
                bounds_ = p.both(p.arith(c + 1 >= 1, place), p.arith(c + 1 <= new, place))
                return p.witness(goal, c + 1, p.both(bounds_, p.arith(
                    s_(c + 1) == q, middle(c + 1, p.reflexive(c + 1)), is_new)))  # fmt: skip

            return p.decide(q <= N, older, newest)

        def upward(r: Term, bounds: Fact) -> Fact:
            def of(x: Fact, y: Fact, *known: Fact) -> Fact:
                return p.arith(f(s_(r)) <= f(s_(r + 1)), p.congruent(f, x), p.congruent(f, y), *known)

            def r_low(a: Fact) -> Fact:
                return cases(
                    r + 1, lambda b: of(low(r, a), low(r + 1, b), rising.apply(r, using=[bounds.left, b, place])),
                    lambda b: of(low(r, a), middle(r + 1, b), before.apply(r, using=[bounds.left, a])),
                    lambda b: p.anything(f(s_(r)) <= f(s_(r + 1)), p.arith(false, a, b)))  # fmt: skip

            def r_middle(a: Fact) -> Fact:
                far = p.arith(r + 1 > c + 1, a)
                next_one = p.congruent(old, p.arith(r + 1 - 1 == r, a))
                return of(middle(r, a), high(r + 1, far), behind.apply(r, using=[p.arith(c + 1 <= r, a), p.arith(
                    r <= N, bounds)]), p.congruent(f, next_one))  # fmt: skip

            def r_high(a: Fact) -> Fact:
                far = p.arith(r + 1 > c + 1, a)
                step = rising.apply(r - 1, using=[p.arith(r - 1 >= 1, a, place), p.arith(r - 1 <= N - 1, bounds)])
                return of(high(r, a), high(r + 1, far), step)

            return cases(r, r_low, r_middle, r_high)

        goal = exists(s, sorts(s, f, N + 1))
        return p.witness(goal, s_, p.both(
            over(p, 1, new, ranged, "r"),
            over(p, 1, new, lambda r, at: over(p, r + 1, new, lambda u, then: apart(r, u, at, then), "u"), "r"),
            over(p, 1, new, reached, "q"), over(p, 1, new - 1, upward, "r")))  # fmt: skip

    return p.general(f, p.induction("N", 0, lambda N: exists(s, sorts(s, f, N)), nothing, insert))


@once
def listing(p: Proof) -> Fact:
    """forall m, 0 <= m => exists X: X(1), ..., X(2^m) are the vertices of the cube {-1, 1}^m. Twice the smaller
    list."""
    X = var("X", "int->int->int")

    def one_point() -> Fact:
        zero, Y = term(0), lam(r, t, term(0))
        wanted = Sequencing(Y, zero)
        listed, different, complete = body(wanted).args[0], *body(wanted).args[1].args
        power = p.lemma("power_zero", 2)
        no_bits = over(
            p, 1, 2**zero, lambda r, _: nowhere(p, term(1), zero, lambda t: either(Y(r)(t) == -1, Y(r)(t) == 1)), "r"
        )
        alone = over(p, 1, 2**zero, lambda r, at: nowhere(
            p, r + 1, 2**zero, lambda u: some(t, 1, zero, Y(r)(t) != Y(u)(t)), at, power), "r")  # fmt: skip
        v = p.fresh("v", "int->int")
        reached = instance_of(complete, v).args[1]
        here = p.both(p.both(p.arith(term(1) <= 1), p.arith(term(1) <= 2**zero, power)), nowhere(
            p, term(1), zero, lambda t: Y(1)(t) == v(t)))  # fmt: skip
        found = p.general(v, under(p, bits(v, zero), lambda _: p.witness(reached, 1, here)))
        parts = p.both(p.restate(no_bits, listed), p.restate(alone, different), p.restate(found, complete))
        return p.witness(exists(X, Sequencing(X, zero)), Y, p.restate(parts, wanted))

    def twice(m: Term, above: Fact, here: Fact) -> Fact:
        Z, fact = p.obtain(here, "X")
        listed, different, complete = p.open_definition(fact).split()
        R, double = 2**m, p.lemma("power_step", 2, m, using=[above])
        size = power_positive(p).apply(m, using=[above])
        Y = lam(r, t, where(t <= m, where(r <= R, Z(r)(t), Z(r - R)(t)), where(r <= R, -1, 1)))
        wanted = Sequencing(Y, m + 1)

        def branch(formula: Term, known: Fact, a: Term, b: Term) -> Fact:
            """where(formula, a, b) is a or b, as ``known`` is the formula or its negation."""
            return p.lemma("if_true" if same(known.formula, formula) else "if_false", formula, a, b, using=[known])

        def coordinate(r: Term, t: Term, half: Fact, inner_: Fact) -> Fact:
            """The coordinate t of Y(r), by which half r is in, and whether t <= m."""
            near, far = where(r <= R, Z(r)(t), Z(r - R)(t)), where(r <= R, term(-1), term(1))
            outer = branch(t <= m, inner_, near, far)
            value = (branch(r <= R, half, Z(r)(t), Z(r - R)(t)) if same(inner_.formula, t <= m)
                     else branch(r <= R, half, term(-1), term(1)))  # fmt: skip
            return p.arith(Y(r)(t) == value.formula.args[1], outer, value)

        def by_half(r: Term, then: Callable[[Fact, Term], Fact]) -> Fact:
            return p.decide(r <= R, lambda yes: then(yes, r), lambda no: then(no, r - R))

        def in_list(r: Term, bounds: Fact, half: Fact) -> list[Fact]:
            """The place of r in the smaller list lies in 1, ..., 2^m."""
            e = r if half.formula.op != "not" else r - R
            return [p.arith(e >= 1, bounds, half), p.arith(e <= R, bounds, half, double)]

        def signs(r: Term, at: Fact) -> Fact:
            def entry(t: Term, bounds: Fact) -> Fact:
                goal = either(Y(r)(t) == -1, Y(r)(t) == 1)

                def older(half: Fact, e: Term, yes: Fact) -> Fact:
                    value = coordinate(r, t, half, yes)
                    rule = listed.apply(e, t, using=[*in_list(r, at, half), bounds.left, yes])
                    return p.by_cases(
                        rule, *(lambda bit, k=k: p.or_intro(goal, p.arith(Y(r)(t) == k, value, bit)) for k in (-1, 1))
                    )

                def newest(half: Fact, no: Fact) -> Fact:
                    value = coordinate(r, t, half, no)
                    return p.or_intro(goal, value)

                return p.decide(t <= m, lambda yes: by_half(r, lambda half, e: older(half, e, yes)),
                                lambda no: by_half(r, lambda half, e: newest(half, no)))  # fmt: skip

            return over(p, 1, m + 1, entry, "t")

        def apart(r: Term, u: Term, at: Fact, then: Fact) -> Fact:
            goal = some(t, 1, m + 1, Y(r)(t) != Y(u)(t))

            def together(half: Fact, e: Term, other: Fact, g: Term) -> Fact:
                order = p.arith(g >= e + 1, then)
                k, found = p.obtain(different.apply(e, g, using=[*in_list(r, at, half), order, *in_list(
                    u, p.both(p.arith(u >= 1, at, then), then.right), other)]), "t")  # fmt: skip
                small = p.arith(k <= m, found)
                values = coordinate(r, k, half, small), coordinate(u, k, other, small)
                clash = p.refute(
                    Y(r)(k) == Y(u)(k),
                    lambda equal: p.conflict(
                        p.arith(values[0].formula.args[1] == values[1].formula.args[1], equal, *values), found.right
                    ),
                )
                bounds = p.both(found.left.left, p.arith(k <= m + 1, found))
                return p.witness(goal, k, p.both(bounds, clash))

            def split(half: Fact, other: Fact) -> Fact:
                last = p.arith(negation(m + 1 <= m))
                values = coordinate(r, m + 1, half, last), coordinate(u, m + 1, other, last)
                clash = p.refute(Y(r)(m + 1) == Y(u)(m + 1), lambda equal: p.arith(false, equal, *values))
                bounds = p.both(p.arith(m + 1 >= 1, above), p.arith(m + 1 <= m + 1))
                return p.witness(goal, m + 1, p.both(bounds, clash))

            def first(half: Fact, e: Term) -> Fact:
                def second(other: Fact, g: Term) -> Fact:
                    if half.formula.op == other.formula.op:
                        return together(half, e, other, g)
                    if half.formula.op == "not":
                        return p.anything(goal, p.arith(false, half, other, then))
                    return split(half, other)

                return by_half(u, second)

            return by_half(r, first)

        v = p.fresh("v", "int->int")
        complete_ = body(wanted).args[1].args[1]
        reached = instance_of(complete_, v).args[1]

        def find_it(signs_of_v: Fact) -> Fact:
            shorter = over(p, 1, m, lambda t, bounds: signs_of_v.apply(t, using=[bounds]), "t")
            e, fact_ = p.obtain(complete.apply(v, using=[shorter]), "r")
            place, equal = fact_.left, fact_.right

            def at(row: Term, half: Fact, last: Fact, bounds: Fact) -> Fact:
                def entry(t: Term, within: Fact) -> Fact:
                    def newest(no: Fact) -> Fact:
                        is_last = p.congruent(v, p.arith(t == m + 1, no, within))
                        return p.arith(Y(row)(t) == v(t), coordinate(row, t, half, no), last, is_last)

                    goal = Y(row)(t) == v(t)
                    return p.decide(t <= m, lambda yes: p.arith(goal, coordinate(row, t, half, yes), equal.apply(
                        t, using=[within.left, yes])), newest)  # fmt: skip

                return p.witness(reached, row, p.both(bounds, over(p, 1, m + 1, entry, "t")))

            def minus(last: Fact) -> Fact:
                return at(
                    e, p.arith(e <= R, place), last, p.both(place.left, p.arith(e <= 2 ** (m + 1), place, double, size))
                )

            def plus(last: Fact) -> Fact:
                bounds = p.both(p.arith(e + R >= 1, place, size), p.arith(e + R <= 2 ** (m + 1), place, double))
                return at(e + R, p.arith(negation(e + R <= R), place), last, bounds)

            return p.by_cases(signs_of_v.apply(m + 1, using=[above]), minus, plus)

        parts = p.both(
            over(p, 1, 2 ** (m + 1), signs, "r"),
            over(p, 1, 2 ** (m + 1), lambda r, at: over(
                p, r + 1, 2 ** (m + 1), lambda u, then: apart(r, u, at, then), "u"), "r"),
            p.general(v, under(p, bits(v, m + 1), find_it)))  # fmt: skip
        return p.witness(exists(X, Sequencing(X, m + 1)), Y, p.restate(parts, wanted))

    return p.induction("m", 0, lambda m: exists(X, Sequencing(X, m)), one_point, twice)


@once
def ordered_listing(p: Proof) -> Fact:
    """For all m and a: if m >= 1, the vertices of the cube can be listed such that a lies in the cone of their
    order."""
    m, a, X = p.fresh("m", "int"), p.fresh("a", "int->real"), var("X", "int->int->int")

    def argue(positive: Fact) -> Fact:
        Z, fact = p.obtain(listing(p).apply(m, using=[positive]), "X")
        listed, different, complete = p.open_definition(fact).split()
        R = 2**m
        size = p.arith(R >= 0, power_positive(p).apply(m, using=[positive]))
        s, sorted_ = p.obtain(sorting(p).apply(lam(r, inner(a, Z(r), m)), R, using=[size]), "s")
        inside, injective, onto, rising = (
            sorted_.left,
            sorted_.right.left,
            sorted_.right.right.left,
            sorted_.right.right.right,
        )
        Y = lam(r, Z(s(r)))

        def apart(r: Term, u: Term, at: Fact, then: Fact) -> Fact:
            other = injective.apply(r, u, using=[at, then])
            bounds = inside.apply(r, using=[at]), inside.apply(u, using=[then, at])
            goal = some(t, 1, m, Y(r)(t) != Y(u)(t))

            def forward(less: Fact) -> Fact:
                return different.apply(s(r), s(u), using=[*bounds, less])

            def backward(no: Fact) -> Fact:
                less = p.absurd(s(u) < s(r), lambda le: p.conflict(p.arith(s(r) == s(u), no, le), other))
                k, found = p.obtain(different.apply(s(u), s(r), using=[*bounds, less]), "t")
                turned = p.refute(Y(r)(k) == Y(u)(k), lambda equal: p.conflict(p.symmetric(equal), found.right))
                return p.witness(goal, k, p.both(found.left, turned))

            return p.decide(s(r) < s(u), forward, backward)

        v = p.fresh("v", "int->int")

        def find_it(signs: Fact) -> Fact:
            e, found = p.obtain(complete.apply(v, using=[signs]), "r")
            k, there = p.obtain(onto.apply(e, using=[found.left]), "r")
            goal = some(r, 1, R, every(t, 1, m, Y(r)(t) == v(t)))
            z = p.fresh("z", "int")
            equal = transport(p, lam(z, every(t, 1, m, Z(z)(t) == v(t))), p.symmetric(there.right), found.right)
            return p.witness(goal, k, p.both(there.left, equal))

        parts = p.both(
            over(p, 1, R, lambda r, at: over(p, 1, m, lambda t, bounds: listed.apply(
                s(r), t, using=[inside.apply(r, using=[at]), bounds]), "t"), "r"),
            over(p, 1, R, lambda r, at: over(p, r + 1, R, lambda u, then: apart(r, u, at, then), "u"), "r"),
            p.general(v, under(p, bits(v, m), find_it)))  # fmt: skip
        goal = exists(X, conj(Sequencing(X, m), Cone(a, X, m)))
        return p.witness(goal, Y, p.both(p.restate(parts, Sequencing(Y, m)), p.restate(rising, Cone(a, Y, m))))

    return p.general(m, a, under(p, m >= 1, argue))
