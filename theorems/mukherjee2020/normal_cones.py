"""Derivations about the vertices of a zonotope in an inner-product space, and the directions of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    between,
    conj,
    dot,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    real,
    some,
    term,
    total,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import (
    Space,
    body,
    coefficients,
    down,
    empty_zonotope,
    extreme,
    for_all,
    is_member,
    is_vertex,
    linear,
    linear_sums,
    replaced,
    same_point,
    sign,
    some_tip,
    summand,
    up,
    vertex_at,
    with_zero,
    without_zero,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_space import inner_sum
from theorems.mukherjee2020.zonotopes import InZonotope, Vertex, VertexCount

i, t, q = integer("i"), integer("t"), integer("q")
S = Space()


def paired(p: Proof, r: Term, equation: Fact) -> Fact:
    """<r, x> = <r, y>, from x = y."""
    z = p.fresh("z", "V")
    return p.congruent(lam(z, dot(r, z)), equation)


# The maximum is attained at a vertex.


def highest_vertex(p: Proof, b: Term) -> Fact:
    """forall m >= 0: forall r: some vertex x of Z(m) has <r, y> <= <r, x> for all y in Z(m)."""
    r0, x0, y0 = vector("r"), vector("x"), vector("y")

    def highest(m: Any, r: Term) -> Term:
        return exists(x0, conj(Vertex(x0, m, b), forall(y0, implies(InZonotope(y0, m, b), dot(r, y0) <= dot(r, x0)))))

    def claim(m: Term) -> Term:
        return forall(r0, highest(m, r0))

    def start() -> Fact:
        r, y = p.fresh("r", "V"), p.fresh("y", "V")
        origin, zero = 0 * b(0), lam(q, 0 * q)
        nothing = over(p, 1, term(0), lambda k, at: p.anything(between(-1, zero(k), 1), p.arith(false, at)))
        inside = is_member(p, S, origin, term(0), b, zero, nothing, S.equal(p, origin, S.sum(term(0), zero, b), [
            (-1, S.no_sum(p, zero, b))]))  # fmt: skip
        corner = is_vertex(p, S, inside, lambda y, z, in_y, in_z, middle: S.equal(p, y, z, [
            (1, empty_zonotope(p, S, b, in_y)), (-1, empty_zonotope(p, S, b, in_z))]))  # fmt: skip
        lower = for_all(p, [y], InZonotope(y, 0, b), lambda given: p.arith(
            dot(r, y) <= dot(r, origin), paired(p, r, empty_zonotope(p, S, b, given[0]))))  # fmt: skip
        return p.general(r, p.witness(highest(term(0), r), origin, p.both(corner, lower)))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        r, y = p.fresh("r", "V"), p.fresh("y", "V")
        last = b(m + 1)
        goal = highest(m + 1, r)
        mark = p.opened
        u, known = p.obtain(here(r), "x")
        corner, lower = known.left, known.right

        def with_top(top: Fact, s: Any, *facts: Fact) -> Fact:
            """The goal, from the vertex u + s b' of Z(m+1), where t <r, b'> <= s <r, b'> for -1 <= t <= 1."""
            x = top.formula.args[0]

            def below(given: list[Fact]) -> Fact:
                v, t, inside, bounds, equation = down(p, S, m, above, b, given[0])
                product = p.arith(t * dot(r, last) <= s * dot(r, last), bounds, *facts)
                return p.arith(dot(r, y) <= dot(r, x), paired(p, r, equation), lower.apply(v, using=[inside]), product)

            return p.witness(goal, x, p.both(top, for_all(p, [y], InZonotope(y, m + 1, b), below)))

        def steep(facts: list[Fact]) -> Fact:
            sign_s, way = facts
            tip = S.combine((1, u), (s0, last))
            inside = p.open_definition(corner).left
            square = p.by_cases(sign_s, *[lambda e: p.arith(s0 * s0 == 1, e, multipliers=[s0, 1])] * 2)
            bounds = p.arith(-1 <= s0, square), p.arith(s0 <= 1, square)
            member = up(p, S, m, above, b, inside, s0, *bounds, tip, S.equal(p, tip, tip))

            def prove(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
                y_low, a, in_low_y, y_bounds, y_sum = down(p, S, m, above, b, in_y)
                z_low, c, in_low_z, z_bounds, z_sum = down(p, S, m, above, b, in_z)
                heights = [paired(p, r, f) for f in (y_sum, z_sum, middle)]
                lows = [lower.apply(x, using=[f]) for x, f in ((y_low, in_low_y), (z_low, in_low_z))]
                even = p.arith((2 * s0 - a - c) * dot(r, last) <= 0, *heights, *lows)

                def at_end(x: Term) -> Fact:
                    def by(e: Fact) -> Fact:
                        slope = p.arith(e.formula.args[1] * dot(r, last) > 0, way, e, multipliers=[dot(r, last)])
                        return p.arith(x == s0, p.arith(e.formula.args[1] * (2 * s0 - a - c) <= 0, even, slope), e,
                                       y_bounds,
                                       z_bounds)  # fmt: skip

                    return p.by_cases(sign_s, by, by)

                ends = [at_end(x) for x in (a, c)]
                twice = S.equal(p, S.combine((1, y_low), (1, z_low)), S.combine((2, u)), [
                    (1, middle), (-1, y_sum), (-1, z_sum)], [(S.combine((-1, last)), e) for e in ends])  # fmt: skip
                equal = vertex_at(p, S, corner, y_low, z_low, in_low_y, in_low_z, twice)
                return S.equal(p, y, z, [(1, y_sum), (-1, z_sum), (1, equal)], [
                    (last, ends[0]), (S.combine((-1, last)), ends[1])])  # fmt: skip

            return is_vertex(p, S, member, prove)

        s0 = p.fresh("s", "real")
        steep_tip = for_all(p, [s0], conj(sign(s0), s0 * dot(r, last) > 0), steep)

        def strict(s: int, way: Fact) -> Fact:
            top = steep_tip.apply(s, using=[p.or_intro(sign(term(s)), p.ring(term(s), term(s))), way])
            return with_top(top, s, way)

        def level(flat: Fact) -> Fact:
            zero = S.same(last, S.combine((0, last)))

            def no_generator(yes: Fact) -> Fact:
                return with_top(with_zero(p, S, m, above, b, yes, corner), 0, flat)

            def either_tip(no: Fact) -> Fact:
                tips = some_tip(p, S, m, above, b, no).apply(u, using=[corner])
                return p.by_cases(tips, lambda f: with_top(f, 1, flat), lambda f: with_top(f, -1, flat))

            return p.decide(zero, no_generator, either_tip)

        def not_positive(no: Fact) -> Fact:
            return p.decide(dot(r, last) < 0, lambda yes: strict(-1, yes), lambda also: level(
                p.arith(dot(r, last) == 0, no, also)))  # fmt: skip

        found = p.decide(dot(r, last) > 0, lambda yes: strict(1, yes), not_positive)
        return p.general(r, p.close(found, mark))

    return p.induction("m", 0, claim, start, step)


# Every vertex is the only highest point in some direction.


def small_step(p: Proof) -> Fact:
    """forall Q, f, g: forall n >= 0: f(i) > 0 for the i <= n with Q(i) => for some e > 0, those i and 0 < d <= e:
    f(i) - d g(i) > 0."""
    Q, f, g = p.fresh("Q", "int->bool"), p.fresh("f", "int->real"), p.fresh("g", "int->real")
    e0, d0 = real("e"), real("d")

    def positive(n: Term) -> Term:
        return every(i, 1, n, implies(Q(i), f(i) > 0))

    def still(n: Term, e: Term) -> Term:
        return conj(
            e > 0, forall(d0, implies(conj(0 < d0, d0 <= e), every(i, 1, n, implies(Q(i), f(i) - d0 * g(i) > 0))))
        )

    def claim(n: Term) -> Term:
        return implies(positive(n), exists(e0, still(n, e0)))

    def holds(n: Term, e: Term, low: Fact, each: Callable[[Term, Fact, Term, Fact, Fact], Fact]) -> Fact:
        """still(n, e), where ``each(d, 0 < d <= e, i, bounds, Q(i))`` gives the inequality."""
        d = p.fresh("d", "real")
        return p.both(low, for_all(p, [d], conj(0 < d, d <= e), lambda step: over(p, 1, n, lambda i, at: given(
            p, Q(i), lambda here: each(d, p.both(*step), i, at, here)))))  # fmt: skip

    def start() -> Fact:
        goal = claim(term(0))
        return p.implication(goal.args[0], p.witness(goal.args[1], 1, holds(
            term(0), term(1), p.arith(term(1) > 0), lambda d, step, i, at, here: p.anything(
                f(i) - d * g(i) > 0, p.arith(false, at)))))  # fmt: skip

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        goal, last = claim(n + 1), n + 1
        every_one = p.assume(goal.args[0])
        mark = p.opened
        fewer = over(p, 1, n, lambda i, at: given(p, Q(i), lambda here: every_one.apply(i, using=[at, here])))
        e, known = p.obtain(here.apply(using=[fewer]), "e")

        def with_last(bound: Term, low: Fact, smaller: Fact, at_last: Callable[[Term, Fact, Fact], Fact]) -> Fact:
            def each(d: Term, step: Fact, i: Term, at: Fact, here: Fact) -> Fact:
                def old(yes: Fact) -> Fact:
                    return known.right.apply(d, i, using=[step.left, p.arith(d <= e, step, smaller), at, yes, here])

                def new(no: Fact) -> Fact:
                    is_last = p.arith(last == i, no, at)
                    hole = p.fresh("q", "int")
                    there = transport(p, lam(hole, Q(hole)), p.symmetric(is_last), here)
                    return transport(p, lam(hole, f(hole) - d * g(hole) > 0), is_last, at_last(d, step, there))

                return p.decide(i <= n, old, new)

            return p.witness(goal.args[1], bound, holds(last, bound, low, each))

        def out(no: Fact) -> Fact:
            return with_last(e, known.left, p.arith(e <= e), lambda d, step, here: p.anything(
                f(last) - d * g(last) > 0, p.conflict(here, no)))  # fmt: skip

        def within(yes: Fact) -> Fact:
            start = every_one.apply(last, using=[p.arith(1 <= last, above), p.arith(last <= last), yes])

            size = 1 + g(last) * g(last)
            long = p.arith(size > 0, squares=[g(last)])
            inverse = p.lemma("inverse", size, using=[long])
            limit = f(last) * (1 / size)
            room = p.arith(limit > 0, start, p.arith(1 / size > 0, inverse, long))
            whole = p.arith(limit * size == f(last), inverse, multipliers=[f(last)])

            def at_last(d: Term, step: Fact, below: Fact) -> Fact:
                """d g <= d (1 + g^2) / 2 <= f / 2."""
                product = p.arith(d * size <= f(last), below, long, whole)
                return p.arith(f(last) - d * g(last) > 0, product, start, p.arith(
                    d * (size - 2 * g(last)) >= 0, step.left, squares=[1 - g(last)]))  # fmt: skip

            return p.decide(
                e <= limit, lambda yes: with_last(e, known.left, p.arith(e <= e), lambda d, step, _: at_last(
                    d, step, p.arith(d <= limit, step, yes))),
                lambda no: with_last(limit, room, p.arith(limit <= e, no), lambda d, step, _: at_last(
                    d, step, step.right)))  # fmt: skip

        return p.implication(every_one.formula, p.close(p.decide(Q(last), within, out), mark))

    return p.general(Q, f, g, p.induction("n", 0, claim, start, step))


def given(p: Proof, premise: Term, prove: Callable[[Fact], Fact]) -> Fact:
    """premise => what ``prove`` makes of it."""
    mark = p.opened
    fact = p.assume(premise)
    return p.implication(premise, p.close(prove(fact), mark))


def nonzero(x: Term) -> Term:
    """x is not the zero vector."""
    return negation(x == 0 * x)


def acute(c: Term, m: Term, r: Term) -> Term:
    """<r, c(i)> > 0 for the c(1), ..., c(m) that are not zero."""
    return every(i, 1, m, implies(nonzero(c(i)), dot(r, c(i)) > 0))


def balanced(c: Term, m: Term, weights: Term) -> Term:
    """Weights mu(i) >= 0, one of them positive for a c(i) that is not zero, have mu(1) c(1) + ... + mu(m) c(m) = 0."""
    return conj(every(i, 1, m, weights(i) >= 0), exists(i, conj(between(1, i, m), weights(i) > 0, nonzero(c(i)))),
                total(i, 1, m, weights(i) * c(i)) == 0 * c(1))  # fmt: skip


def gordan(p: Proof, steps: Fact) -> Fact:
    """forall m >= 0: forall c: some r has <r, c(i)> > 0 for the nonzero c(i), i <= m, or some weights balance them.
    ``steps`` is :func:`small_step`."""
    c0, r0, mu0 = function("c", "int->V"), vector("r"), function("mu", "int->real")

    def either_way(m: Term, c: Term) -> Term:
        return either(exists(r0, acute(c, m, r0)), exists(mu0, balanced(c, m, mu0)))

    def claim(m: Term) -> Term:
        return forall(c0, either_way(m, c0))

    def start() -> Fact:
        c = p.fresh("c", "int->V")
        goal = either_way(term(0), c)
        none = over(p, 1, term(0), lambda i, at: given(p, nonzero(c(i)), lambda _: p.anything(
            dot(c(0), c(i)) > 0, p.arith(false, at))))  # fmt: skip
        return p.general(c, p.or_intro(goal, p.witness(goal.args[0], c(0), none)))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        c, last = p.fresh("c", "int->V"), m + 1
        goal = either_way(last, c)
        normal = c(last)

        def directed(r: Term, old: Callable[[Term, Fact, Fact, Fact], Fact], new: Callable[[Fact], Fact]) -> Fact:
            """The goal, from a direction: ``old(i, 1 <= i, i <= m, c(i) nonzero)`` and ``new(c(m+1) nonzero)``."""

            def one(i: Term, at: Fact) -> Fact:
                def final(no: Fact, there: Fact) -> Fact:
                    is_last = p.arith(last == i, no, at)
                    hole = p.fresh("q", "int")
                    back = transport(p, lam(hole, nonzero(c(hole))), p.symmetric(is_last), there)
                    return transport(p, lam(hole, dot(r, c(hole)) > 0), is_last, new(back))

                return given(p, nonzero(c(i)), lambda there: p.decide(
                    i <= m, lambda yes: old(i, at.left, yes, there), lambda no: final(no, there)))  # fmt: skip

            return p.or_intro(goal, p.witness(goal.args[0], r, over(p, 1, last, one)))

        def weighted(mu: Term, e: Term, signs: Fact, top: Fact, k: Term, at_k: Fact, total_of: Fact) -> Fact:
            """The goal, from weights mu(1), ..., mu(m) and e: all >= 0 (``signs``, ``top``), ``at_k``: 1 <= k <= m + 1
            with a positive weight and c(k) nonzero, and the sum of mu(i) c(i) and e c(m+1) is 0."""
            nu = lam(q, where(q <= m, mu(q), e))

            def sign(i: Term, at: Fact) -> Fact:
                return p.decide(
                    i <= m, lambda yes: p.arith(nu(i) >= 0, p.lemma("if_true", *nu(i).args, using=[yes]),
                                                signs.apply(i, using=[at, yes])),
                    lambda no: p.arith(nu(i) >= 0, p.lemma("if_false", *nu(i).args, using=[no]), top))  # fmt: skip

            split = S.split_sum(p, m, above, nu, c)
            heads = S.same_sums(p, m, nu, mu, c, lambda i, low, high: p.lemma("if_true", *nu(i).args, using=[high]))
            end = p.lemma("if_false", *nu(last).args, using=[p.arith(negation(last <= m))])
            whole = S.equal(p, S.sum(last, nu, c), 0 * c(1), [(1, split), (1, heads), (1, total_of)], [(normal, end)])
            body_of = balanced(c, last, nu)
            return p.or_intro(goal, p.witness(goal.args[1], nu, p.both(
                over(p, 1, last, sign), p.witness(body_of.args[1].args[0], k, at_k(nu, end)), whole)))  # fmt: skip

        def old_weights(found: Fact) -> Fact:
            mu, facts = p.obtain(found, "mu")
            signs, some, total_of = facts.left, facts.right.left, facts.right.right
            k, at = p.obtain(some, "k")

            def at_k(nu: Term, end: Fact) -> Fact:
                same = p.lemma("if_true", *nu(k).args, using=[at.left])
                return p.both(p.both(at.left.left, p.arith(k <= last, at.left)),
                              p.arith(nu(k) > 0, same, at.right.left), at.right.right)  # fmt: skip

            flat = S.equal(p, S.combine((1, S.sum(m, mu, c)), (0, normal)), 0 * c(1), [(1, total_of)])
            return weighted(mu, term(0), signs, p.arith(term(0) >= 0), k, at_k, flat)

        def old_direction(found: Fact) -> Fact:
            r, known = p.obtain(found, "r")
            zero = normal == 0 * normal
            chosen = lam(q, nonzero(c(q)))
            heights = lam(q, dot(r, c(q)))

            def as_before(i: Term, low: Fact, high: Fact, there: Fact) -> Fact:
                return known.apply(i, using=[low, high, there])

            def tilted(towards: Term, level: Fact) -> Fact:
                """The direction r + e c(m+1) for small e, where <r, c(m+1)> = 0."""
                e, good = p.obtain(steps(chosen, heights, lam(q, -dot(normal, c(q)))).apply(
                    m, using=[above, known]), "e")  # fmt: skip
                size = p.arith(e <= e)
                turned = S.combine((1, r), (e, normal))

                def new(there: Fact) -> Fact:
                    positive = p.absurd(dot(normal, normal) > 0, lambda no: p.conflict(_zero_vector(
                        p, normal, p.arith(dot(normal, normal) == 0, no, p.step("gram", [], [normal]))),
                            there))  # fmt: skip
                    return p.arith(
                        dot(turned, normal) > 0, level, p.arith(e * dot(normal, normal) > 0, positive, good.left)
                    )

                return directed(turned, lambda i, low, high, there: p.arith(
                    dot(turned, c(i)) > 0, good.right.apply(e, i, using=[good.left, size, low, high, there])),
                        new)  # fmt: skip

            def folded(obtuse: Fact) -> Fact:
                """<r, c(m+1)> < 0: balance c(m+1) against the others."""
                rho = -dot(r, normal)
                d = lam(q, S.combine((dot(r, c(q)), normal), (rho, c(q))))
                blocked = exists(i, conj(between(1, i, m), nonzero(c(i)), d(i) == 0 * d(i)))

                def opposite(found: Fact) -> Fact:
                    """<r, c(k)> c(m+1) + rho c(k) = 0 for some c(k) that is not zero."""
                    k, at = p.obtain(found, "k")
                    within, there, gone = at.left, at.right.left, at.right.right
                    low, high = within.split()
                    unit = lam(q, where(q == k, rho, 0 * q))
                    only = p.lemma("if_true", *unit(k).args, using=[p.arith(k == k)])
                    zeros = lam(q, 0 * q)
                    grown = replaced(p, S, m, zeros, c, k, rho, low, high, above)
                    empty = zero_sum(p, c).apply(m, using=[above])
                    bent = lam(q, where(q == k, rho, zeros(q)))
                    height = known.apply(k, using=[within, there])
                    total_of = S.equal(p, S.combine((1, S.sum(m, bent, c)), (dot(r, c(k)), normal)), 0 * c(1), [
                        (1, grown), (1, empty), (1, gone)])  # fmt: skip
                    signs = over(p, 1, m, lambda i, at: p.decide(
                        i == k, lambda yes: p.arith(bent(i) >= 0, p.lemma("if_true", *bent(i).args, using=[yes]),
                                                    obtuse),
                        lambda no: p.arith(bent(i) >= 0, p.lemma("if_false", *bent(i).args, using=[no]))))  # fmt: skip

                    def at_k(nu: Term, end: Fact) -> Fact:
                        same = p.lemma("if_true", *nu(k).args, using=[high])
                        return p.both(p.both(low, p.arith(k <= last, high)),
                                      p.arith(nu(k) > 0, same, only, obtuse), there)  # fmt: skip

                    return weighted(bent, dot(r, c(k)), signs, p.arith(dot(r, c(k)) >= 0, height), k, at_k, total_of)

                def free(no: Fact) -> Fact:
                    def second_direction(found: Fact) -> Fact:
                        s, high_s = p.obtain(found, "r")
                        products = lam(q, dot(s, d(q)))
                        sharp = over(p, 1, m, lambda i, at: given(p, nonzero(c(i)), lambda there: high_s.apply(
                            i, using=[at, p.refute(d(i) == 0 * d(i), lambda gone: p.conflict(p.witness(
                                blocked, i, p.both(at, there, gone)), no))])))  # fmt: skip
                        e, good = p.obtain(steps(chosen, products, heights).apply(m, using=[above, sharp]), "e")
                        turned = S.combine((rho, s), (dot(s, normal) - e, r))
                        return directed(turned, lambda i, low, high, there: p.arith(
                            dot(turned, c(i)) > 0, good.right.apply(e, i, using=[
                                good.left, p.arith(e <= e), low, high, there])),
                            lambda _: p.arith(dot(turned, normal) > 0, p.arith(e * rho > 0, good.left,
                                obtuse)))  # fmt: skip

                    def second_weights(found: Fact) -> Fact:
                        mu, facts = p.obtain(found, "mu")
                        signs, some, total_of = facts.left, facts.right.left, facts.right.right
                        k, at = p.obtain(some, "k")
                        scaled = lam(q, rho * mu(q))
                        height = total(q, 1, m, mu(q) * dot(r, c(q)))
                        joined = folded_sum(p, mu, r, c, normal, rho).apply(m, using=[above])
                        flat = S.equal(p, S.combine((1, S.sum(m, scaled, c)), (height, normal)), 0 * c(1), [
                            (-1, joined), (1, total_of)])  # fmt: skip
                        new_signs = over(p, 1, m, lambda i, at: p.arith(
                            scaled(i) >= 0, signs.apply(i, using=[at]), obtuse))  # fmt: skip
                        there = p.refute(c(k) == 0 * c(k), lambda gone: p.conflict(S.equal(p, d(k), 0 * d(k), [
                            (rho, gone)], [(normal, p.arith(dot(r, c(k)) == 0, paired(p, r, gone)))]),
                                at.right.right))  # fmt: skip

                        def product(i: Term, bounds: Fact) -> Fact:
                            sign = signs.apply(i, using=[bounds])

                            def off(no: Fact) -> Fact:
                                return p.arith(mu(i) * dot(r, c(i)) >= 0, sign, known.apply(i, using=[bounds, no]))

                            return p.decide(c(i) == 0 * c(i), lambda yes: p.arith(
                                mu(i) * dot(r, c(i)) >= 0, paired(p, r, yes), multipliers=[mu(i)]), off)  # fmt: skip

                        top = sum_nonnegative(p, m, above, lam(q, mu(q) * dot(r, c(q))), over(p, 1, m, product))

                        def at_k(nu: Term, end: Fact) -> Fact:
                            same = p.lemma("if_true", *nu(k).args, using=[at.left])
                            return p.both(p.both(at.left.left, p.arith(k <= last, at.left)), p.arith(
                                nu(k) > 0, same, p.arith(rho * mu(k) > 0, at.right.left, obtuse)), there)  # fmt: skip

                        return weighted(scaled, height, new_signs, top, k, at_k, flat)

                    return p.by_cases(here(d), second_direction, second_weights)

                return p.decide(blocked, opposite, free)

            def not_positive(no: Fact) -> Fact:
                return p.decide(dot(r, normal) < 0, folded, lambda also: tilted(
                    r, p.arith(dot(r, normal) == 0, no, also)))  # fmt: skip

            def off(nonzero_last: Fact) -> Fact:
                return p.decide(dot(r, normal) > 0, lambda yes: directed(r, as_before, lambda _: yes), not_positive)

            return p.decide(zero, lambda yes: directed(r, as_before, lambda there: p.anything(
                dot(r, normal) > 0, p.conflict(yes, there))), off)  # fmt: skip

        return p.general(c, p.by_cases(here(c), old_direction, old_weights))

    return p.induction("m", 0, claim, start, step)


def _zero_vector(p: Proof, x: Term, flat: Fact) -> Fact:
    """x = 0 x, from <x, x> = 0."""
    return p.step("definite", [flat], [x, 0 * x])


def zero_sum(p: Proof, c: Term) -> Fact:
    """forall n >= 0: 0 c(1) + ... + 0 c(n) = 0."""
    zeros = lam(q, 0 * q)

    def claim(n: Term) -> Term:
        return S.sum(n, zeros, c) == 0 * c(1)

    base = S.equal(p, S.sum(term(0), zeros, c), 0 * c(1), [(1, S.no_sum(p, zeros, c))])
    return p.induction("n", 0, claim, base, lambda n, above, here: S.equal(
        p, S.sum(n + 1, zeros, c), 0 * c(1), [(1, here), (1, S.split_sum(p, n, above, zeros, c))]))  # fmt: skip


def folded_sum(p: Proof, mu: Term, r: Term, c: Term, normal: Term, rho: Term) -> Fact:
    """forall n >= 0: the sum of mu(i) (<r, c(i)> x + rho c(i)) is that of rho mu(i) c(i) and x times that of the
    mu(i) <r, c(i)>."""
    d, scaled = lam(q, S.combine((dot(r, c(q)), normal), (rho, c(q)))), lam(q, rho * mu(q))
    height = lam(q, mu(q) * dot(r, c(q)))

    def claim(n: Term) -> Term:
        return S.sum(n, mu, d) == S.combine((1, S.sum(n, scaled, c)), (total(q, 1, n, height(q)), normal))

    def of(n: Term, points: list[tuple[Any, Fact]], number: Fact) -> Fact:
        left, right = claim(n).args
        return S.equal(p, left, right, points, [(S.combine((-1, normal)), number)])

    base = of(term(0), [(1, S.no_sum(p, mu, d)), (-1, S.no_sum(p, scaled, c))], p.lemma("sum_empty", 1, 0, height))
    return p.induction("n", 0, claim, base, lambda n, above, here: of(n + 1, [
        (1, here), (1, S.split_sum(p, n, above, mu, d)), (-1, S.split_sum(p, n, above, scaled, c))],
        p.lemma("sum_step", 1, n, height, using=[above])))  # fmt: skip


def sum_nonnegative(p: Proof, m: Term, above: Fact, f: Term, each: Fact) -> Fact:
    """f(1) + ... + f(m) >= 0, from f(i) >= 0 for 1 <= i <= m (``each``)."""

    def claim(n: Term) -> Term:
        return implies(n <= m, total(q, 1, n, f(q)) >= 0)

    base = given(p, term(0) <= m, lambda _: p.arith(total(q, 1, term(0), f(q)) >= 0, p.lemma("sum_empty", 1, 0, f)))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        return given(p, n + 1 <= m, lambda within: p.arith(
            total(q, 1, n + 1, f(q)) >= 0, here.apply(using=[within]), each.apply(n + 1, using=[within, above]),
            p.lemma("sum_step", 1, n, f, using=[above])))  # fmt: skip

    return p.induction("n", 0, claim, base, step).apply(m, using=[above, p.arith(m <= m)])


def exposed(p: Proof, m: Term, above: Fact, b: Term) -> Fact:
    """forall u: u a vertex of Z(m) => some r has <r, w> < <r, u> for every other w in Z(m)."""
    steps = small_step(p)
    choice = gordan(p, steps)
    u, w = p.fresh("u", "V"), p.fresh("w", "V")
    r0 = vector("r")
    goal = exists(r0, forall(w, implies(conj(InZonotope(w, m, b), negation(w == u)), dot(r0, w) < dot(r0, u))))

    def prove(facts: list[Fact]) -> Fact:
        vertex = facts[0]
        c, bounds, equation = coefficients(p, p.open_definition(vertex).left)
        equation = same_point(p, S, u, S.sum(m, c, b), equation)
        turned = lam(q, c(q) * b(q))
        e0, k0 = p.fresh("lambda", "int->real"), p.fresh("k", "int")
        ends = for_all(p, [e0, k0], conj(every(i, 1, m, between(-1, e0(i), 1)), u == S.sum(m, e0, b), 1 <= k0, k0 <= m,
                                         nonzero(b(k0))), lambda f: extreme(
            p, S, m, above, b, vertex, e0, f[0], f[1], k0, *f[2:]))  # fmt: skip

        def corner(i: Term, low: Fact, high: Fact, there: Fact) -> Fact:
            """c(i) = 1 or -1 where b(i) is not zero."""
            return ends.apply(c, i, using=[bounds, equation, low, high, there])

        def direction(found: Fact) -> Fact:
            r, known = p.obtain(found, "r")
            return p.witness(goal, r, for_all(p, [w], conj(InZonotope(w, m, b), negation(w == u)),
                                              lambda given: lower(r, known, *given)))  # fmt: skip

        def lower(r: Term, known: Fact, inside: Fact, other: Fact) -> Fact:
            e, e_bounds, e_sum = coefficients(p, inside)
            e_sum = same_point(p, S, w, S.sum(m, e, b), e_sum)
            height = lam(q, (c(q) - e(q)) * dot(r, b(q)))
            gap = lam(q, c(q) - e(q))

            def claim(n: Term) -> Term:
                rise = total(q, 1, n, height(q))
                return implies(n <= m, conj(rise >= 0, implies(rise <= 0, S.sum(n, gap, b) == 0 * b(1))))

            def start(_: Fact) -> Fact:
                none = p.lemma("sum_empty", 1, 0, height)
                return p.both(p.arith(total(q, 1, term(0), height(q)) >= 0, none), given(
                    p, total(q, 1, term(0), height(q)) <= 0, lambda _: S.equal(
                        p, S.sum(term(0), gap, b), 0 * b(1), [(1, S.no_sum(p, gap, b))])))  # fmt: skip

            def step(n: Term, at: Fact, here: Fact) -> Fact:
                last = n + 1
                rise, longer = total(q, 1, n, height(q)), total(q, 1, last, height(q))

                def grow(within: Fact) -> Fact:
                    before = p.modus_ponens(here, p.arith(n <= m, within))
                    more = p.lemma("sum_step", 1, n, height, using=[at])
                    split = S.split_sum(p, n, at, gap, b)
                    low, high = p.arith(1 <= last, at), within
                    e_at = e_bounds.apply(last, using=[low, high])

                    def with_term(up: Fact, vanishes: Callable[[Fact], Fact]) -> Fact:
                        """From height(n+1) >= 0, and gap(n+1) b(n+1) = 0 if it is 0."""

                        def flat(small: Fact) -> Fact:
                            zero = p.modus_ponens(before.right, p.arith(rise <= 0, small, more, up))
                            level = p.arith(height(last) == 0, small, more, up, before.left)
                            return S.equal(
                                p, S.sum(last, gap, b), 0 * b(1), [(1, split), (1, zero), (1, vanishes(level))]
                            )

                        return p.both(p.arith(longer >= 0, before.left, more, up), given(p, longer <= 0, flat))

                    def no_generator(yes: Fact) -> Fact:
                        level = p.arith(height(last) >= 0, paired(p, r, yes), multipliers=[gap(last)])
                        return with_term(level, lambda _: S.equal(p, gap(last) * b(last), 0 * b(1), [(gap(last), yes)]))

                    def generator(no: Fact) -> Fact:
                        sign = corner(last, low, high, no)
                        steep = p.modus_ponens(p.modus_ponens(known(last), p.both(low, high)), _scaled_nonzero(
                            p, c(last), b(last), sign, no))  # fmt: skip

                        def slope(s: Fact) -> Fact:
                            """<r, b(n+1)> has the sign of c(n+1)."""
                            return p.arith(
                                s.formula.args[1] * dot(r, b(last)) > 0, s, steep, multipliers=[dot(r, b(last))]
                            )

                        def rises(s: Fact) -> Fact:
                            side = p.arith(s.formula.args[1] * gap(last) >= 0, s, e_at)
                            return p.arith(height(last) >= 0, side, slope(s))

                        up = p.by_cases(sign, rises, rises)

                        def vanishes(level: Fact) -> Fact:
                            def none(s: Fact) -> Fact:
                                return p.arith(gap(last) == 0, level, slope(s))

                            return S.equal(p, gap(last) * b(last), 0 * b(1), [], [
                                (b(last), p.by_cases(sign, none, none))])  # fmt: skip

                        return with_term(up, vanishes)

                    return p.decide(b(last) == 0 * b(last), no_generator, generator)

                return given(p, last <= m, grow)

            whole = p.modus_ponens(p.induction("n", 0, claim, given(p, term(0) <= m, start), step)(m), above)
            whole = p.modus_ponens(whole, p.arith(m <= m))
            rise = total(q, 1, m, height(q))
            products = [lam(q, dot(r, x(q) * b(q))) for x in (c, e)]
            heights = [inner_sum(p, r, lam(q, x(q) * b(q))).apply(m, using=[above]) for x in (c, e)]
            apart = linear(p).apply(1, m, *products, 1, -1, using=[p.arith(term(1) <= m + 1, above)])
            same = equal_sums(p, term(1), m, height, lam(q, 1 * products[0](q) + -1 * products[1](q)),
                              lambda i, low, high: p.ring(height(i),
                                                          1 * products[0](i) + -1 * products[1](i)))  # fmt: skip
            difference = p.arith(dot(r, u) - dot(r, w) == rise, paired(p, r, equation), paired(p, r, e_sum), *heights,
                                 apart, same)  # fmt: skip

            def equal(no: Fact) -> Fact:
                zero = p.modus_ponens(whole.right, p.arith(rise <= 0, no, difference))
                joined = linear_sums(p, S, c, e, term(1), term(-1), b).apply(m, using=[above])
                gaps = S.same_sums(p, m, gap, lam(q, 1 * c(q) + -1 * e(q)), b, lambda i, low, high: p.ring(
                    gap(i), 1 * c(i) + -1 * e(i)))  # fmt: skip
                return p.conflict(S.equal(p, w, u, [
                    (1, e_sum), (-1, equation), (-1, zero), (1, gaps), (1, joined)]), other)  # fmt: skip

            return p.absurd(dot(r, w) < dot(r, u), equal)

        def weights(found: Fact) -> Fact:
            """Weights mu that balance the c(i) b(i) give u with the coefficients c(i) (1 - d mu(i)) too."""
            mu, known = p.obtain(found, "mu")
            signs, some, total_of = known.left, known.right.left, known.right.right
            k, at = p.obtain(some, "k")
            all_of, ones = lam(q, q == q), lam(q, 1 + 0 * q)
            e, good = p.obtain(steps(all_of, ones, mu).apply(m, using=[above, over(p, 1, m, lambda i, at: given(
                p, i == i, lambda _: p.arith(ones(i) > 0)))]), "e")  # fmt: skip
            less = lam(q, c(q) * (1 - e * mu(q)))

            def factor(i: Term, within: Fact) -> Fact:
                """0 < 1 - e mu(i) <= 1."""
                positive = p.modus_ponens(good.right(e), p.both(good.left, p.arith(e <= e)))
                positive = p.modus_ponens(p.modus_ponens(positive(i), within), p.arith(i == i))
                return p.both(p.arith(1 - e * mu(i) > 0, positive), p.arith(
                    1 - e * mu(i) <= 1, p.arith(e * mu(i) >= 0, good.left, signs.apply(i,
                        using=[within]))))  # fmt: skip

            def bound(i: Term, within: Fact) -> Fact:
                known, scale = bounds.apply(i, using=[within]), factor(i, within)
                y, z = p.fresh("y", "real"), p.fresh("z", "real")
                product = for_all(p, [y, z], conj(-1 <= y, y <= 1, 0 < z, z <= 1), lambda f: p.both(
                    p.arith(-1 <= y * z, *f), p.arith(y * z <= 1, *f)))  # fmt: skip
                return p.restate(product.apply(c(i), 1 - e * mu(i), using=[known, scale]), between(-1, less(i), 1))

            joined = linear_sums(p, S, c, lam(q, c(q) * mu(q)), term(1), -e, b).apply(m, using=[above])
            forms = S.same_sums(p, m, less, lam(q, 1 * c(q) + -e * (c(q) * mu(q))), b, lambda i, low, high: p.ring(
                less(i), 1 * c(i) + -e * (c(i) * mu(i))))  # fmt: skip
            moves = equal_vectors(p, m, lam(q, c(q) * mu(q) * b(q)), lam(q, mu(q) * turned(q)))
            again = S.equal(p, u, S.sum(m, less, b), [
                (1, equation), (-1, forms), (-1, joined), (e, moves), (e, total_of)])  # fmt: skip
            low, high = at.left.split()
            there = p.refute(b(k) == 0 * b(k), lambda gone: p.conflict(
                S.equal(p, turned(k), 0 * turned(k), [(c(k), gone)]), at.right.right))  # fmt: skip
            new_bounds = over(p, 1, m, bound)
            sign = ends.apply(less, k, using=[new_bounds, again, low, high, there])
            first = corner(k, low, high, there)
            small = [p.arith(e * mu(k) > 0, good.left, at.right.left), factor(k, at.left)]
            clash = p.by_cases(first, *[lambda s: p.by_cases(sign, *[lambda t: p.arith(
                false, s, t, *small, multipliers=[1, 1 - e * mu(k)])] * 2)] * 2)  # fmt: skip
            return p.anything(goal, clash)

        return p.by_cases(choice.apply(m, turned, using=[above]), direction, weights)

    return for_all(p, [u], Vertex(u, m, b), prove)


def _scaled_nonzero(p: Proof, c: Term, x: Term, sign: Fact, there: Fact) -> Fact:
    """c x is not zero, for c = 1 or -1 and x not zero."""
    return p.refute(c * x == 0 * (c * x), lambda gone: p.conflict(p.by_cases(sign, *[lambda s: S.equal(
        p, x, 0 * x, [(s.formula.args[1], gone)], [(-s.formula.args[1] * x, s)])] * 2), there))  # fmt: skip


def equal_vectors(p: Proof, m: Term, f: Term, g: Term) -> Fact:
    """f(1) + ... + f(m) = g(1) + ... + g(m), for vectors f(i) = g(i) by ring normal form."""
    return equal_sums(p, term(1), m, f, g, lambda i, low, high: p.ring(f(i), g(i)))


# There are finitely many vertices.


def selected(p: Proof) -> Fact:
    """forall w, Q: forall K >= 0: among some different v(1), ..., v(N) with Q(v(t)) are all w(k), k <= K, with Q."""
    w, Q = p.fresh("w", "int->V"), p.fresh("Q", "V->bool")
    N0, v0, s0, t0, k0 = integer("N"), function("v", "int->V"), integer("s"), integer("t"), integer("k")

    def known(K: Term, N: Term, v: Term) -> Term:
        return conj(N >= 0, every(t0, 1, N, Q(v(t0))),
                    forall(s0, t0, implies(conj(1 <= s0, s0 < t0, t0 <= N), negation(v(s0) == v(t0)))),
                    every(k0, 1, K, implies(Q(w(k0)), some(t0, 1, N, w(k0) == v(t0)))))  # fmt: skip

    def claim(K: Term) -> Term:
        return exists(N0, v0, known(K, N0, v0))

    def start() -> Fact:
        zero = term(0)
        s, t = p.fresh("s", "int"), p.fresh("t", "int")
        return p.witness(claim(zero), 0, w, p.both(
            p.arith(zero >= 0), over(p, 1, zero, lambda t, at: p.anything(Q(w(t)), p.arith(false, at)), "t"),
            for_all(p, [s, t], conj(1 <= s, s < t, t <= zero), lambda f: p.anything(
                negation(w(s) == w(t)), p.arith(false, *f))),
            over(p, 1, zero, lambda k, at: given(p, Q(w(k)), lambda _: p.anything(
                some(t0, 1, zero, w(k) == w(t0)), p.arith(false, at))), "k")))  # fmt: skip

    def step(K: Term, above: Fact, here: Fact) -> Fact:
        mark = p.opened
        N, v, facts = p.obtain(here, "N", "v")
        count, good, apart, all_in = facts.left, facts.right.left, facts.right.right.left, facts.right.right.right
        last, goal, new = K + 1, claim(K + 1), w(K + 1)
        met = some(t0, 1, N, new == v(t0))

        def extended(N: Term, v: Term, count: Fact, good: Fact, apart: Fact, old: Callable[[Term, Fact], Fact],
                     at_last: Callable[[Fact], Fact]) -> Fact:  # fmt: skip
            """The claim with this list: ``old(k, fact)`` moves what is known of w(k), ``at_last(Q)`` says of w(K+1)."""

            def one(k: Term, at: Fact) -> Fact:
                def latest(no: Fact, chosen: Fact) -> Fact:
                    is_last = p.arith(last == k, no, at)
                    hole = p.fresh("q", "int")
                    back = transport(p, lam(hole, Q(w(hole))), p.symmetric(is_last), chosen)
                    return transport(p, lam(hole, some(t0, 1, N, w(hole) == v(t0))), is_last, at_last(back))

                return given(p, Q(w(k)), lambda chosen: p.decide(
                    k <= K, lambda yes: old(k, p.modus_ponens(p.modus_ponens(all_in(k), p.both(at.left, yes)), chosen)),
                    lambda no: latest(no, chosen)))  # fmt: skip

            return p.witness(goal, N, v, p.both(count, good, apart, over(p, 1, last, one, "k")))

        def kept(at_last: Callable[[Fact], Fact]) -> Fact:
            return extended(N, v, count, good, apart, lambda k, fact: fact, at_last)

        def grown(chosen: Fact, fresh: Fact) -> Fact:
            longer = lam(q, where(q <= N, v(q), new))
            x = p.fresh("x", "V")

            def value(t: Term, within: Fact) -> Fact:
                rule = "if_false" if within.formula.op == "not" else "if_true"
                return p.symmetric(p.lemma(rule, *longer(t).args, using=[within]))

            def good_one(t: Term, at: Fact) -> Fact:
                return p.decide(t <= N, lambda yes: transport(p, lam(x, Q(x)), value(t, yes), p.modus_ponens(
                    good(t), p.both(at.left, yes))), lambda no: transport(p, lam(x, Q(x)), value(t, no),
                        chosen))  # fmt: skip

            s, t = p.fresh("s", "int"), p.fresh("t", "int")

            def different(f: list[Fact]) -> Fact:
                within = p.arith(s <= N, *f)
                first = value(s, within)

                def both_old(yes: Fact) -> Fact:
                    fact = p.modus_ponens(apart(s, t), p.both(f[0], f[1], yes))
                    fact = transport(p, lam(x, negation(x == v(t))), first, fact)
                    return transport(p, lam(x, negation(longer(s) == x)), value(t, yes), fact)

                def with_new(no: Fact) -> Fact:
                    fact = p.refute(v(s) == new, lambda e: p.conflict(p.witness(met, s, p.both(
                        p.both(f[0], within), p.symmetric(e))), fresh))  # fmt: skip
                    fact = transport(p, lam(x, negation(x == new)), first, fact)
                    return transport(p, lam(x, negation(longer(s) == x)), value(t, no), fact)

                return p.decide(t <= N, both_old, with_new)

            def old(k: Term, fact: Fact) -> Fact:
                mark = p.opened
                t, at = p.obtain(fact, "t")
                there = transport(p, lam(x, w(k) == x), value(t, at.left.right), at.right)
                return p.close(p.witness(some(t0, 1, N + 1, w(k) == longer(t0)), t, p.both(p.both(
                    at.left.left, p.arith(t <= N + 1, at.left)), there)), mark)  # fmt: skip

            end = p.symmetric(value(N + 1, p.arith(negation(N + 1 <= N))))
            return extended(
                N + 1, longer, p.arith(N + 1 >= 0, count), over(p, 1, N + 1, good_one, "t"),
                for_all(p, [s, t], conj(1 <= s, s < t, t <= N + 1), different), old,
                lambda _: p.witness(some(t0, 1, N + 1, new == longer(t0)), N + 1, p.both(p.both(
                    p.arith(1 <= N + 1, count), p.arith(N + 1 <= N + 1)), p.symmetric(end))))  # fmt: skip

        def chosen(yes: Fact) -> Fact:
            return p.decide(met, lambda found: kept(lambda _: found), lambda fresh: grown(yes, fresh))

        def not_chosen(no: Fact) -> Fact:
            return kept(lambda yes: p.anything(met, p.conflict(yes, no)))

        return p.close(p.decide(Q(new), chosen, not_chosen), mark)

    return p.general(w, Q, p.induction("K", 0, claim, start, step))


def vertices_counted(p: Proof, b: Term) -> Fact:
    """forall m >= 0: some N has VertexCount(N, m, b)."""
    choose, N0 = selected(p), integer("N")

    def claim(m: Term) -> Term:
        return exists(N0, VertexCount(N0, m, b))

    def among(m: Term, w: Term, K: Term, count: Fact, listed: Callable[[Term, Fact], Fact]) -> Fact:
        """The claim, because every vertex x is some w(k), k <= K: ``listed(x, x a vertex)`` proves that."""
        x, t = p.fresh("x", "V"), p.fresh("t", "int")
        corner = lam(x, Vertex(x, m, b))
        mark = p.opened
        N, v, facts = p.obtain(choose.apply(w, corner, K, using=[count]), "N", "v")

        def found(given_: list[Fact]) -> Fact:
            mark = p.opened
            k, at = p.obtain(listed(x, given_[0]), "k")
            y = p.fresh("y", "V")
            moved = transport(p, corner, at.right, given_[0])
            s, there = p.obtain(p.modus_ponens(p.modus_ponens(facts.right.right.right(k), at.left), moved), "t")
            goal = some(t, 1, N, x == v(t))
            equal = transport(p, lam(y, x == y), there.right, at.right)
            return p.close(p.witness(goal, s, p.both(there.left, equal)), mark)

        every_one = for_all(p, [x], Vertex(x, m, b), found)
        whole = p.both(facts.right.left, facts.right.right.left, every_one)
        goal = VertexCount(N, m, b)
        opened = body(goal).args[1]
        return p.close(p.witness(claim(m), N, p.restate(p.both(facts.left, p.witness(opened, v, whole)), goal)), mark)

    k0 = integer("k")

    def at_index(x: Term, w: Term, K: Term, k: Term, low: Fact, high: Fact, equal: Fact) -> Fact:
        return p.witness(some(k0, 1, K, x == w(k0)), k, p.both(p.both(low, high), equal))

    def start() -> Fact:
        origin = lam(q, 0 * b(0))
        return among(term(0), origin, term(1), p.arith(term(1) >= 0), lambda x, corner: at_index(
            x, origin, term(1), term(1), p.arith(term(1) <= 1), p.arith(term(1) <= 1),
            empty_zonotope(p, S, b, p.open_definition(corner).left)))  # fmt: skip

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        mark = p.opened
        N, counted = p.obtain(here, "N")
        counted = p.open_definition(counted)
        count = counted.left
        v, facts = p.obtain(counted.right, "v")
        listed, last = facts.right.right, b(m + 1)

        def flat(yes: Fact) -> Fact:
            def in_list(x: Term, corner: Fact) -> Fact:
                return p.modus_ponens(listed(x), without_zero(p, S, m, above, b, yes, corner))

            return among(m + 1, v, N, count, in_list)

        def doubled(no: Fact) -> Fact:
            parts = summand(p, S, m, above, b, no)
            w = lam(q, where(q <= N, S.combine((1, v(q)), (1, last)), S.combine((1, v(q - N)), (-1, last))))

            def in_list(x: Term, corner: Fact) -> Fact:
                mark = p.opened
                u, s, known = p.obtain(parts.apply(x, using=[corner]), "u", "s")
                t, at = p.obtain(p.modus_ponens(listed(u), known.left), "t")
                sum_of = S.equal(p, x, S.combine((1, v(t)), (s, last)), [(1, known.right.right), (1, at.right)])

                def up_side(one: Fact) -> Fact:
                    same = p.lemma("if_true", *w(t).args, using=[at.left])
                    equal = S.equal(p, x, w(t), [(1, sum_of), (-1, same)], [(last, one)])
                    return at_index(x, w, N + N, t, at.left.left, p.arith(t <= N + N, at.left, count), equal)

                def down_side(minus: Fact) -> Fact:
                    k = N + t
                    same = p.lemma("if_false", *w(k).args, using=[p.arith(negation(k <= N), at.left)])
                    place = p.congruent(v, p.ring(k - N, t))
                    equal = S.equal(p, x, w(k), [(1, sum_of), (-1, same), (-1, place)], [(last, minus)])
                    return at_index(
                        x, w, N + N, k, p.arith(1 <= k, at.left, count), p.arith(k <= N + N, at.left), equal
                    )

                return p.close(p.by_cases(known.right.left, up_side, down_side), mark)

            return among(m + 1, w, N + N, p.arith(N + N >= 0, count), in_list)

        return p.close(p.decide(last == 0 * last, flat, doubled), mark)

    return p.induction("m", 0, claim, start, step)


def origin_counted(p: Proof, b: Term) -> Fact:
    """VertexCount(1, 1, b), where b(1) is 0 x for some x: the zonotope is a point."""
    one, origin = term(1), 0 * b(1)
    t0 = integer("t")

    def at_origin(inside: Fact) -> Fact:
        mark = p.opened
        c, _, equation = coefficients(p, inside)
        split = S.split_sum(p, term(0), p.arith(term(0) >= 0), c, b)
        index = p.congruent(lam(q, S.sum(q, c, b)), p.ring(one, term(0) + 1))
        x = inside.formula.args[0]
        return p.close(S.equal(p, x, origin, [(1, equation), (1, index), (1, split), (1, S.no_sum(p, c, b))]), mark)

    inside = is_member(
        p,
        S,
        S.sum(one, lam(q, 0 * q), b),
        1,
        b,
        lam(q, 0 * q),
        over(p, 1, one, lambda k, _: p.both(p.arith(-1 <= 0 * k), p.arith(0 * k <= 1))),
        S.equal(p, S.sum(one, lam(q, 0 * q), b), S.sum(one, lam(q, 0 * q), b)),
    )
    v = lam(q, inside.formula.args[0])
    corner = is_vertex(p, S, inside, lambda y, z, in_y, in_z, middle: S.equal(
        p, y, z, [(1, at_origin(in_y)), (-1, at_origin(in_z))]))  # fmt: skip
    s, t, x = p.fresh("s", "int"), p.fresh("t", "int"), p.fresh("x", "V")
    none = for_all(p, [s, t], conj(1 <= s, s < t, t <= one), lambda f: p.anything(
        negation(v(s) == v(t)), p.arith(false, *f)))  # fmt: skip
    listed = for_all(p, [x], Vertex(x, 1, b), lambda f: p.witness(some(t0, 1, one, x == v(t0)), 1, p.both(
        p.both(p.arith(one <= 1), p.arith(one <= 1)), S.equal(p, x, v(1), [
            (1, at_origin(p.open_definition(f[0]).left)), (-1, at_origin(inside))]))))  # fmt: skip
    goal = VertexCount(1, 1, b)
    whole = p.witness(body(goal).args[1], v, p.both(over(p, 1, one, lambda k, _: corner), none, listed))
    return p.restate(p.both(p.arith(one >= 0), whole), goal)
