"""Zonotopes of generators in general position have the largest number of vertices: derivations in R^n.

As in ``vertex_counts``, Z(m) is the zonotope of b(1), ..., b(m), b' stands for b(m+1), and half_regions(m, n) for half
of the largest number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sums import equal_sums, smaller_sum
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.space_pieces import given
from theorems.mukherjee2020.vertex_counts import (
    Projection,
    half_regions,
    one_dimension_sum,
    one_generator_sum,
    pascal_sums,
    sums_nonnegative,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import (
    Coordinates,
    Space,
    coefficients,
    down,
    empty_zonotope,
    extreme,
    for_all,
    is_member,
    is_vertex,
    lemma,
    linear,
    linear_sums,
    replaced,
    same_point,
    sign,
    some_tip,
    tips,
    up,
    vertex_at,
    vertex_moved,
)  # fmt: skip
from theorems.mukherjee2020.zonotopes import GeneralPosition, VertexList

i, j, q = integer("i"), integer("j"), integer("q")


def terms_of(m: Any, c: Term) -> Term:
    """How many of c(1), ..., c(m) are not zero."""
    return total(i, 1, m, where(c(i) == 0, 0, 1))


def indicator(p: Proof, x: Term, zero: Fact) -> Fact:
    """The summand of ``terms_of`` at a number x, from x = 0 or not x = 0."""
    rule = "if_false" if zero.formula.op == "not" else "if_true"
    return p.lemma(rule, x == 0, 0, 1, using=[zero])


def no_relation(p: Proof, general: Fact, c: Term, relation: Fact, few: Fact) -> Fact:
    """c(i) = 0 for 1 <= i <= m, from a relation with at most n terms."""
    return p.modus_ponens(p.open_definition(general)(c), p.both(relation, few))


def zeros_sum(p: Proof, S: Coordinates, b: Term) -> Fact:
    """forall n >= 0: 0 b(1) + ... + 0 b(n) = 0."""
    zeros, origin = lam(q, 0 * q), lam(j, term(0) * j)

    def claim(n: Term) -> Term:
        return S.same(S.sum(n, zeros, b), origin)

    base = S.equal(p, S.sum(term(0), zeros, b), origin, [(1, S.no_sum(p, zeros, b))])
    return p.induction("n", 0, claim, base, lambda n, above, here: S.equal(
        p, S.sum(n + 1, zeros, b), origin, [(1, here), (1, S.split_sum(p, n, above, zeros, b))]))  # fmt: skip


def generator_nonzero(p: Proof, S: Coordinates, m: Term, above: Fact, b: Term, general: Fact, k: Term, low: Fact,
                      high: Fact, dimension: Fact) -> Fact:  # fmt: skip
    """b(k) is not zero, for 1 <= k <= m, in general position and n >= 1 (``dimension``)."""

    def everywhere(T: Space) -> Fact:
        m, b, k = p.fresh("m", "int"), p.fresh("b", "int->int->real"), p.fresh("k", "int")
        premise = conj(0 <= m, GeneralPosition(T.n, m, b), 1 <= k, k <= m, T.n >= 1)
        return for_all(p, [m, b, k], premise, lambda f: _generator_nonzero(p, T, m, f[0], b, f[1], k, *f[2:]))

    return lemma(p, S, "generator_nonzero", everywhere).apply(m, b, k, using=[above, general, low, high, dimension])


def _generator_nonzero(p: Proof, S: Coordinates, m: Term, above: Fact, b: Term, general: Fact, k: Term, low: Fact,
                       high: Fact, dimension: Fact) -> Fact:  # fmt: skip
    zeros = lam(q, 0 * q)
    only = lam(i, where(i == k, 1, zeros(i)))

    def claim(n: Term) -> Term:
        return terms_of(n, only) <= where(k <= n, 1, 0)

    f = lam(i, where(only(i) == 0, 0, 1))
    none = p.lemma("if_false", k <= 0, 1, 0, using=[p.arith(negation(k <= 0), low)])
    base = p.arith(claim(term(0)), p.lemma("sum_empty", 1, 0, f), none)

    def step(n: Term, at: Fact, here: Fact) -> Fact:
        more = p.lemma("sum_step", 1, n, f, using=[at])
        now, before = where(k <= n + 1, 1, 0), where(k <= n, 1, 0)

        def here_it_is(yes: Fact) -> Fact:
            value = p.lemma("if_true", *only(n + 1).args, using=[yes])
            one = indicator(p, only(n + 1), p.arith(negation(only(n + 1) == 0), value))
            off = p.lemma("if_false", *before.args, using=[p.arith(negation(k <= n), yes)])
            return p.arith(
                claim(n + 1), here, more, one, off, p.lemma("if_true", *now.args, using=[p.arith(k <= n + 1, yes)])
            )

        def elsewhere(no: Fact) -> Fact:
            value = p.lemma("if_false", *only(n + 1).args, using=[no])
            zero = indicator(p, only(n + 1), p.arith(only(n + 1) == 0, value))

            def early(yes: Fact) -> Fact:
                return p.arith(before == now, p.lemma("if_true", *before.args, using=[yes]), p.lemma(
                    "if_true", *now.args, using=[p.arith(k <= n + 1, yes)]))  # fmt: skip

            def late(beyond: Fact) -> Fact:
                apart = p.refute(k <= n + 1, lambda yes: p.conflict(p.arith(n + 1 == k, yes, beyond), no))
                return p.arith(before == now, p.lemma("if_false", *before.args, using=[beyond]), p.lemma(
                    "if_false", *now.args, using=[apart]))  # fmt: skip

            return p.arith(claim(n + 1), here, more, zero, p.decide(k <= n, early, late))

        return p.decide(n + 1 == k, here_it_is, elsewhere)

    few = p.induction("n", 0, claim, base, step).apply(m, using=[above])
    count = p.arith(terms_of(m, only) <= S.n, few, p.lemma("if_true", k <= m, 1, 0, using=[high]), dimension)
    grown = replaced(p, S, m, zeros, b, k, term(1), low, high, above)
    empty = zeros_sum(p, S, b).apply(m, using=[above])

    def gone(zero: Fact) -> Fact:
        relation = over(p, 1, S.n, lambda j, at: p.arith(
            S.sum(m, only, b)(j) == 0, *(S.at(p, f, j, at) for f in (grown, empty, zero))), "j")  # fmt: skip
        value = p.modus_ponens(no_relation(p, general, only, relation, count)(k), p.both(low, high))
        return p.arith(term(0) == 1, value, p.lemma("if_true", *only(k).args, using=[p.arith(k == k)]))

    return p.refute(
        S.same(b(k), S.combine((0, b(k)))), lambda zero: p.conflict(gone(zero), p.arith(negation(term(0) == 1)))
    )


def extended(p: Proof, m: Term, above: Fact, c: Term, e: Any, S: Coordinates, b: Term) -> tuple[Term, Fact, Fact, Fact]:
    """c with e for c(m+1): the sequence d, that d(i) = c(i) for i <= m, the sum of d(i) b(i), and the number of terms,
    which grows by that of e."""
    d = lam(i, where(i <= m, c(i), e))
    old = over(p, 1, m, lambda i, at: p.lemma("if_true", *d(i).args, using=[at.right]))
    end = p.lemma("if_false", *d(m + 1).args, using=[p.arith(negation(m + 1 <= m))])
    same = S.same_sums(p, m, d, c, b, lambda i, low, high: p.modus_ponens(old(i), p.both(low, high)))
    total_of = S.equal(p, S.sum(m + 1, d, b), S.combine((1, S.sum(m, c, b)), (e, b(m + 1))), [
        (1, S.split_sum(p, m, above, d, b)), (1, same)], [(b(m + 1), end)])  # fmt: skip
    f, g = lam(i, where(d(i) == 0, 0, 1)), lam(i, where(c(i) == 0, 0, 1))
    x = p.fresh("x", "real")
    shape = lam(x, where(x == 0, 0, 1))
    counts = equal_sums(p, term(1), m, f, g, lambda i, low, high: p.congruent(shape, p.modus_ponens(
        old(i), p.both(low, high))))  # fmt: skip
    number = p.arith(terms_of(m + 1, d) == terms_of(m, c) + where(term(e) == 0, 0, 1), p.lemma(
        "sum_step", 1, m, f, using=[above]), counts, p.congruent(shape, end))  # fmt: skip
    return d, old, total_of, number


def fewer_generators(p: Proof, S: Coordinates, m: Term, above: Fact, b: Term, general: Fact) -> Fact:
    """The first m of m + 1 generators in general position are in general position."""
    c = p.fresh("c", "int->real")
    goal = GeneralPosition(S.n, m, b)

    def prove(facts: Fact) -> Fact:
        d, old, sums, number = extended(p, m, above, c, term(0), S, b)
        relation = over(p, 1, S.n, lambda j, at: p.arith(
            S.sum(m + 1, d, b)(j) == 0, S.at(p, sums, j, at), p.modus_ponens(facts.left(j), at)), "j")  # fmt: skip
        few = p.arith(terms_of(m + 1, d) <= S.n, number, indicator(p, term(0), p.arith(term(0) == 0)), facts.right)
        zero = no_relation(p, general, d, relation, few)
        return over(p, 1, m, lambda i, at: p.arith(c(i) == 0, p.modus_ponens(old(i), at), p.modus_ponens(
            zero(i), p.both(at.left, p.arith(i <= m + 1, at)))))  # fmt: skip

    premise = conj(every(j, 1, S.n, total(i, 1, m, c(i) * b(i)(j)) == 0), terms_of(m, c) <= S.n)
    return p.restate(p.general(c, given(p, premise, prove)), goal)


def projected_generators(p: Proof, projection: Projection, general: Fact) -> Fact:
    """The projections of b(1), ..., b(m) along b' are in general position, where b(1), ..., b(m+1) are."""
    S, T, m, b = projection.above, projection.below, projection.m, projection.b
    c, origin = p.fresh("c", "int->real"), lam(j, term(0) * j)
    goal = GeneralPosition(T.n, m, projection.generators)

    def prove(facts: Fact) -> Fact:
        x = S.sum(m, c, b)
        flat = p.restate(over(p, 1, T.n, lambda j, at: p.arith(
            projection.of(origin)(j) == projection.of(x)(j), T.at(p, projection.sums(c), j, at), p.modus_ponens(
                facts.left(j), at)), "j"), T.same(projection.of(origin), projection.of(x)))  # fmt: skip
        t, moved = projection.difference(origin, x, flat)
        d, old, sums, number = extended(p, m, projection.at_least, c, -t, S, b)
        relation = over(p, 1, S.n, lambda j, at: p.arith(S.sum(m + 1, d, b)(j) == 0, S.at(p, sums, j, at), S.at(
            p, moved, j, at)), "j")  # fmt: skip
        size = p.decide(-t == 0, lambda yes: p.arith(where(-t == 0, 0, 1) <= 1, indicator(p, -t, yes)),
                        lambda no: p.arith(where(-t == 0, 0, 1) <= 1, indicator(p, -t, no)))  # fmt: skip
        few = p.arith(terms_of(m + 1, d) <= S.n, number, size, facts.right)
        zero = no_relation(p, general, d, relation, few)
        return over(p, 1, m, lambda i, at: p.arith(c(i) == 0, p.modus_ponens(old(i), at), p.modus_ponens(
            zero(i), p.both(at.left, p.arith(i <= m + 1, at)))))  # fmt: skip

    premise = conj(every(j, 1, T.n, total(i, 1, m, c(i) * projection.generators(i)(j)) == 0), terms_of(m, c) <= T.n)
    return p.restate(p.general(c, given(p, premise, prove)), goal)


def one_way(p: Proof, S: Coordinates, m: Term, above: Fact, b: Term, nonzero: Fact) -> Fact:
    """forall u, w, s, t: u and w in Z(m), s and t signs, u + s b' a vertex of Z(m+1), u + s b' = w + t b' => s = t."""
    u, w, s, t = p.fresh("u", S.sort), p.fresh("w", S.sort), p.fresh("s", "real"), p.fresh("t", "real")
    last = b(m + 1)
    tip, other = S.combine((1, u), (s, last)), S.combine((1, w), (t, last))
    premise = conj(S.member(u, m, b), S.member(w, m, b), sign(s), sign(t), S.vertex(tip, m + 1, b), S.same(tip, other))

    def prove(facts: list[Fact]) -> Fact:
        in_u, in_w, sign_s, sign_t, vertex, same = facts

        def opposite(no: Fact) -> Fact:
            turned = p.by_cases(
                sign_s, *[lambda x: p.by_cases(sign_t, *[lambda y: _turned(p, s, t, x, y, no)] * 2)] * 2
            )
            lifted = [up(p, S, m, above, b, f, term(0), p.arith(-1 <= term(0)), p.arith(term(0) <= 1),
                         f.formula.args[0],
                         S.equal(p, f.formula.args[0], S.combine((1, f.formula.args[0]), (term(0), last))))
                      for f in (in_u, in_w)]  # fmt: skip
            middle = S.equal(p, S.combine((1, u), (1, w)), S.combine((2, tip)), [(-1, same)], [
                (S.combine((-1, last)), turned)])  # fmt: skip
            equal = vertex_at(p, S, vertex, u, w, *lifted, middle)
            two = p.by_cases(sign_s, *[lambda x: p.arith((s - t) * (s - t) == 4, x, turned, multipliers=[s, t, 1])] * 2)
            zero = S.equal(p, last, S.combine((0, last)), [((s - t) / 4, same), (-(s - t) / 4, equal)], [
                (S.combine(("-1/4", last)), two)])  # fmt: skip
            return p.conflict(zero, nonzero)

        return p.absurd(s == t, opposite)

    return for_all(p, [u, w, s, t], premise, prove)


def _turned(p: Proof, s: Term, t: Term, x: Fact, y: Fact, no: Fact) -> Fact:
    """t = -s, for signs that differ."""
    if repr(x.formula.args[1]) == repr(y.formula.args[1]):
        return p.anything(t == -s, p.conflict(p.arith(s == t, x, y), no))
    return p.arith(t == -s, x, y)


def only_over(p: Proof, projection: Projection, nonzero: Fact) -> Fact:
    """forall w, x, y: w a vertex of the projected zonotope, x and y in Z(m), of(x) = w and of(y) = w => x = y.
    ``nonzero``: no projected generator is zero."""
    S, T, m, b = projection.above, projection.below, projection.m, projection.b
    w, x, y = (p.fresh(name, S.sort) for name in "wxy")
    flat, half = projection.generators, term("1/2")

    def prove(facts: list[Fact]) -> Fact:
        vertex, in_x, in_y, at_x, at_y = facts
        c, c_bounds, c_sum = coefficients(p, in_x)
        e, e_bounds, e_sum = coefficients(p, in_y)
        c_sum, e_sum = (same_point(p, S, z, S.sum(m, k, b), f) for z, k, f in ((x, c, c_sum), (y, e, e_sum)))
        below = [projection.equal(w, T.sum(m, k, flat), [(-1, f), (1, projection.sums(k))], [(1, f_sum)])
                 for k, f, f_sum in ((c, at_x, c_sum), (e, at_y, e_sum))]  # fmt: skip
        mixed = lam(q, half * c(q) + half * e(q))
        mixed_sum = T.equal(p, w, T.sum(m, mixed, flat), [
            (half, below[0]), (half, below[1]),
            (-1, linear_sums(p, T, c, e, half, half, flat).apply(m, using=[projection.at_least]))])  # fmt: skip

        def ends(i: Term, at: Fact) -> Fact:
            known = [p.modus_ponens(f(i), at) for f in (c_bounds, e_bounds)]
            return p.both(p.arith(-1 <= mixed(i), *known), p.arith(mixed(i) <= 1, *known))

        mixed_bounds = over(p, 1, m, ends)

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            there = p.modus_ponens(nonzero(i), p.both(low, high))
            corner = extreme(
                p, T, m, projection.at_least, flat, vertex, mixed, mixed_bounds, mixed_sum, i, low, high, there
            )
            known = [f.apply(i, using=[low, high]) for f in (c_bounds, e_bounds)]
            return p.by_cases(corner, *[lambda f: p.arith(c(i) == e(i), f, *known)] * 2)

        same = S.same_sums(p, m, c, e, b, each)
        return S.equal(p, x, y, [(1, c_sum), (1, same), (-1, e_sum)])

    premise = conj(T.vertex(w, m, flat), S.member(x, m, b), S.member(y, m, b), T.same(projection.of(x), w),
                   T.same(projection.of(y), w))  # fmt: skip
    return for_all(p, [w, x, y], premise, prove)


def both_tips(p: Proof, projection: Projection, single: Fact, b_nonzero: Fact) -> Fact:
    """forall w, u, s: w a vertex of the projected zonotope, u in Z(m), of(u) = w, s a sign => u + s b' is one of
    Z(m+1). ``single`` is :func:`only_over`."""
    S, T, m, b = projection.above, projection.below, projection.m, projection.b
    w, u, s = p.fresh("w", S.sort), p.fresh("u", S.sort), p.fresh("s", "real")
    last, above = projection.last, projection.at_least
    tip = S.combine((1, u), (s, last))
    origin = lam(j, term(0) * j)
    flat = p.restate(over(p, 1, T.n, lambda j, _: p.arith(
        projection.of(last)(j) == origin(j), projection.inverse, multipliers=[last(projection.place(j))]), "j"),
        T.same(projection.of(last), origin))  # fmt: skip

    def prove(facts: list[Fact]) -> Fact:
        vertex, in_u, at_u, way = facts
        square = p.by_cases(way, *[lambda e: p.arith(s * s == 1, e, multipliers=[s, 1])] * 2)
        inside = up(
            p, S, m, above, b, in_u, s, p.arith(-1 <= s, square), p.arith(s <= 1, square), tip, S.equal(p, tip, tip)
        )

        def middle_of(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            (y_low, a, in_y_low, y_bounds, y_sum), (z_low, c, in_z_low, z_bounds, z_sum) = (
                down(p, S, m, above, b, f) for f in (in_y, in_z))  # fmt: skip
            pair = S.equal(p, S.combine((1, y_low), (1, z_low)), S.combine((2, u), (2 * s - a - c, last)), [
                (1, middle), (-1, y_sum), (-1, z_sum)])  # fmt: skip
            images = [projection.of(y_low), projection.of(z_low)]
            halfway = projection.equal(T.combine((1, images[0]), (1, images[1])), T.combine((2, w)), [
                (2, at_u), (2 * s - a - c, flat)], [(1, pair)])  # fmt: skip
            in_images = [projection.member(f) for f in (in_y_low, in_z_low)]
            same = vertex_at(p, T, vertex, *images, *in_images, halfway)
            half = term("1/2")
            at_y = T.equal(p, images[0], w, [(half, halfway), (half, same)])
            at_z = T.equal(p, images[1], w, [(half, halfway), (-half, same)])
            equal_y, equal_z = (single.apply(w, x, u, using=[vertex, f, in_u, at_x, at_u]) for x, f, at_x in (
                (y_low, in_y_low, at_y), (z_low, in_z_low, at_z)))  # fmt: skip
            excess = S.equal(p, S.combine((2 * s - a - c, last)), S.combine((0, last)), [
                (-1, pair), (1, equal_y), (1, equal_z)])  # fmt: skip
            gap = p.absurd(2 * s - a - c == 0, lambda no: p.conflict(_scaled_zero(p, S, 2 * s - a - c, last, excess,
                no),
                                                                      b_nonzero))  # fmt: skip
            ends = [p.by_cases(way, *[lambda e, x=x: p.arith(x == s, e, gap, y_bounds, z_bounds)] * 2) for x in (a, c)]
            return S.equal(p, y, z, [(1, y_sum), (-1, z_sum), (1, equal_y), (-1, equal_z)], [
                (last, ends[0]), (S.combine((-1, last)), ends[1])])  # fmt: skip

        return is_vertex(p, S, inside, middle_of)

    premise = conj(T.vertex(w, m, projection.generators), S.member(u, m, b), T.same(projection.of(u), w), sign(s))
    return for_all(p, [w, u, s], premise, prove)


def _scaled_zero(p: Proof, S: Coordinates, k: Term, x: Term, zero: Fact, no: Fact) -> Fact:
    """x = 0 x, from k x = 0 x and k not 0."""
    inverse = p.lemma("inverse", k, using=[no])
    return S.equal(p, x, S.combine((0, x)), [(1 / k, zero)], [(S.combine((-1, x)), inverse)])


# The list of the vertices.


def listed(p: Proof, S: Coordinates, v: Term, N: Term, m: Any, b: Term, corner: Fact, apart: Fact) -> Fact:
    """VertexList, from its two parts."""
    return p.restate(p.both(corner, apart), VertexList(v, N, S.n, m, b))


def most_vertices(p: Proof) -> Fact:
    """forall m >= 1: for n >= 1 and b in general position, some v is a list of 2 half_regions(m, n) vertices."""
    n0, b0, v0 = integer("n"), function("b", "int->int->real"), function("v", "int->int->real")

    def found(n: Term, m: Any, b: Term) -> Term:
        return exists(v0, VertexList(v0, 2 * half_regions(m, n), n, m, b))

    def claim(m: Term) -> Term:
        return forall(n0, b0, implies(conj(n0 >= 1, GeneralPosition(n0, m, b0)), found(n0, m, b0)))

    pascal, one = pascal_sums(p), one_generator_sum(p)
    positive = sums_nonnegative(p, pascal)
    hole = p.fresh("N", "int")

    def start() -> Fact:
        n, b = p.fresh("n", "int"), p.fresh("b", "int->int->real")
        S, first = Coordinates(n), term(1)

        def prove(facts: list[Fact]) -> Fact:
            dimension, general = facts
            nonzero = generator_nonzero(p, S, first, p.arith(first >= 0), b, general, first, p.arith(first <= 1),
                                        p.arith(first <= 1), dimension)  # fmt: skip
            v, listed_two = segment(p, S, b, nonzero)
            size = p.arith(term(2) == 2 * half_regions(first, n), one.apply(n, using=[dimension]))
            return p.witness(
                found(n, first, b), v, transport(p, lam(hole, VertexList(v, hole, n, 1, b)), size, listed_two)
            )

        return for_all(p, [n, b], conj(n >= 1, GeneralPosition(n, first, b)), prove)

    def step(m: Term, some: Fact, here: Fact) -> Fact:
        n, b = p.fresh("n", "int"), p.fresh("b", "int->int->real")
        S, above = Coordinates(n), p.arith(m >= 0, some)

        def prove(facts: list[Fact]) -> Fact:
            dimension, general = facts
            nonzero = generator_nonzero(p, S, m + 1, p.arith(m + 1 >= 0, above), b, general, m + 1, p.arith(
                1 <= m + 1, above), p.arith(m + 1 <= m + 1), dimension)  # fmt: skip
            fewer = fewer_generators(p, S, m, above, b, general)
            v, known = p.obtain(here.apply(n, b, using=[dimension, fewer]), "v")
            A = 2 * half_regions(m, n)
            firsts = first_tips(p, S, m, above, b, nonzero, v, A, known)
            tip, tips_listed = firsts.tip, firsts.listed
            low_A = p.arith(A >= 0, positive.apply(m, n, using=[some, dimension]))

            def line(is_one: Fact) -> Fact:
                sizes = [one_dimension_sum(p, k, f) for k, f in ((m, some), (m + 1, p.arith(m + 1 >= 1, some)))]
                moved = [p.congruent(lam(hole, half_regions(k, hole)), is_one) for k in (m, m + 1)]
                size = p.arith(A == 2 * half_regions(m + 1, n), *sizes, *moved)
                return p.witness(found(n, m + 1, b), tip, transport(
                    p, lam(hole, VertexList(tip, hole, n, m + 1, b)), size, tips_listed))  # fmt: skip

            def higher(yes: Fact) -> Fact:
                k, pivot = p.obtain(_pivot(p, S, b(m + 1), nonzero), "k")
                projection = Projection(p, n, m, b, k, pivot.left.split(), pivot.right, above)
                flat = projected_generators(p, projection, general)
                B = 2 * half_regions(m, n - 1)
                w, w_known = p.obtain(
                    here.apply(n - 1, projection.generators, using=[p.arith(n - 1 >= 1, yes), flat]), "w"
                )
                joined = with_second_tips(p, projection, flat, nonzero, v, firsts, A, low_A, B, w, w_known,
                                          p.arith(n - 1 >= 1, yes))  # fmt: skip
                size = p.arith(A + B == 2 * half_regions(m + 1, n), pascal.apply(m, n, using=[some, dimension]))
                return p.witness(found(n, m + 1, b), joined.formula.args[0], transport(
                    p, lam(hole, VertexList(joined.formula.args[0], hole, n, m + 1, b)), size, joined))  # fmt: skip

            return p.decide(n >= 2, higher, lambda no: line(p.arith(n == 1, dimension, no)))

        return for_all(p, [n, b], conj(n >= 1, GeneralPosition(n, m + 1, b)), prove)

    return p.induction("m", 1, claim, start, step)


def _pivot(p: Proof, S: Coordinates, x: Term, nonzero: Fact) -> Fact:
    """Some coordinate of x is not zero."""
    k = p.fresh("k", "int")
    there = exists(k, conj(between(1, k, S.n), negation(x(k) == 0)))

    def hidden(none: Fact) -> Fact:
        def coordinate(j: Term, at: Fact) -> Fact:
            value = p.absurd(x(j) == 0, lambda bad: p.conflict(p.witness(there, j, p.both(at, bad)), none))
            return p.arith(x(j) == 0 * x(j), value)

        return p.conflict(p.restate(over(p, 1, S.n, coordinate, "j"), S.same(x, S.combine((0, x)))), nonzero)

    return p.absurd(there, hidden)


def segment(p: Proof, S: Coordinates, b: Term, nonzero: Fact) -> tuple[Term, Fact]:
    """b(1) and -b(1), as a list of two vertices of Z(1)."""
    one, zero = term(1), term(0)
    none = p.arith(zero >= 0)
    place = p.ring(zero + 1, one)
    v, origin = lam(q, S.combine((3 - 2 * q, b(1)))), S.combine((0, b(0)))
    zeros = lam(q, 0 * q)
    nothing = over(p, 1, zero, lambda i, at: p.anything(between(-1, zeros(i), 1), p.arith(false, at)))
    inside = is_member(p, S, origin, zero, b, zeros, nothing, S.equal(p, origin, S.sum(zero, zeros, b), [
        (-1, S.no_sum(p, zeros, b))]))  # fmt: skip
    middle = is_vertex(p, S, inside, lambda y, z, in_y, in_z, middle: S.equal(p, y, z, [
        (1, empty_zonotope(p, S, b, in_y)), (-1, empty_zonotope(p, S, b, in_z))]))  # fmt: skip
    first = S.congruent(p, b, place)
    w, r, s0 = p.fresh("w", S.sort), p.fresh("t", "real"), p.fresh("s", "real")

    def free(way: Fact) -> Fact:
        """No s t b(1) with t > 0 is the origin."""
        point = conj(r > 0, S.member(w, zero, b), S.same(w, S.combine((1, origin), (s0 * r, b(zero + 1)))))

        def clash(at: Fact) -> Fact:
            at_zero = empty_zonotope(p, S, b, at.right.left)
            gone = S.equal(p, S.combine((s0 * r, b(1))), S.combine((0, b(1))), [
                (1, at_zero), (-1, at.right.right), (-s0 * r, first)])  # fmt: skip
            size = p.by_cases(way, *[lambda f: p.arith(negation(s0 * r == 0), f, at.left, multipliers=[r])] * 2)
            return p.conflict(_scaled_zero(p, S, s0 * r, b(1), gone, size), nonzero)

        return p.general(w, r, p.refute(point, clash))

    ends = for_all(p, [s0], sign(s0), lambda f: tips(p, S, zero, none, b).apply(origin, s0, using=[
        middle, p.assume(sign(s0)), free(p.assume(sign(s0)))]))  # fmt: skip
    hole = p.fresh("m", "int")

    def corner(t: Term, at: Fact) -> Fact:
        s = 3 - 2 * t
        way = p.decide(t <= 1, lambda yes: p.or_intro(sign(s), p.arith(s == 1, at, yes)),
                       lambda no: p.or_intro(sign(s), p.arith(s == -1, at, no)))  # fmt: skip
        vertex = ends.apply(s, using=[way])
        moved = vertex_moved(p, S, zero + 1, b, vertex, v(t), S.equal(p, vertex.formula.args[0], v(t), [(s, first)]))
        return transport(p, lam(hole, S.vertex(v(t), hole, b)), place, moved)

    s, t = p.fresh("s", "int"), p.fresh("t", "int")

    def differ(facts: list[Fact]) -> Fact:
        def same(equal: Fact) -> Fact:
            first, second = p.arith(s == 1, *facts), p.arith(t == 2, *facts)
            level = S.equal(p, S.combine((2, b(1))), S.combine((0, b(1))), [(1, equal)], [
                (S.combine((2, b(1))), first), (S.combine((-2, b(1))), second)])  # fmt: skip
            return p.conflict(_scaled_zero(p, S, term(2), b(1), level, p.arith(negation(term(2) == 0))), nonzero)

        return p.refute(S.same(v(s), v(t)), same)

    apart = for_all(p, [s, t], conj(1 <= s, s < t, t <= term(2)), differ)
    return v, listed(p, S, v, term(2), 1, b, over(p, 1, term(2), corner, "t"), apart)


@dataclass
class Tips:
    """One vertex tip(t) = v(t) + s(t) b' of Z(m+1) for each of A different vertices v(t) of Z(m)."""

    tip: Term
    signs: Term
    listed: Fact
    unique: Fact  # for u in Z(m), s a sign, 1 <= t <= A: u + s b' a vertex of Z(m+1) and tip(t) => u = v(t), s = s(t)
    index: Callable[..., Fact]  # one = two, from v(one) = v(two)


def first_tips(p: Proof, S: Coordinates, m: Term, above: Fact, b: Term, nonzero: Fact, v: Term, A: Term,
               known: Fact) -> Tips:  # fmt: skip
    """A tip of each v(t), from the list of A vertices v of Z(m). Opens existentials."""
    last = b(m + 1)
    vertices, different = p.open_definition(known).split()
    choice = some_tip(p, S, m, above, b, nonzero)
    way = one_way(p, S, m, above, b, nonzero)
    t, s0 = p.fresh("t", "int"), p.fresh("s", "real")

    def says(t: Term, s: Term) -> Term:
        return implies(between(1, t, A), conj(sign(s), S.vertex(S.combine((1, v(t)), (s, last)), m + 1, b)))

    goal = exists(s0, says(t, s0))

    def inside(at: Fact) -> Fact:
        def with_sign(s: int, vertex: Fact) -> Fact:
            fact = p.both(p.or_intro(sign(term(s)), p.ring(term(s), term(s))), vertex)
            return p.witness(goal, s, p.implication(at.formula, fact))

        ways = choice.apply(v(t), using=[p.modus_ponens(vertices(t), at)])
        return p.by_cases(ways, lambda f: with_sign(1, f), lambda f: with_sign(-1, f))

    def outside(no: Fact) -> Fact:
        return p.witness(
            goal, 1, given(p, between(1, t, A), lambda at: p.anything(says(t, term(1)).args[1], p.conflict(at, no)))
        )

    each = p.general(t, p.decide(between(1, t, A), inside, outside))
    signs, chosen = p.obtain(p.choose(each, "s"), "s")
    tip = lam(q, S.combine((1, v(q)), (signs(q), last)))
    a, c = p.fresh("s", "int"), p.fresh("t", "int")

    def member(t: Term, at: Fact) -> Fact:
        return p.open_definition(p.modus_ponens(vertices(t), at)).left

    def differ(facts: list[Fact]) -> Fact:
        one, two = p.both(facts[0], p.arith(a <= A, *facts)), p.both(p.arith(1 <= c, *facts), facts[2])
        first, second = p.modus_ponens(chosen(a), one), p.modus_ponens(chosen(c), two)

        def same(equal: Fact) -> Fact:
            level = way.apply(v(a), v(c), signs(a), signs(c), using=[
                member(a, one), member(c, two), first.left, second.left, first.right, equal])  # fmt: skip
            whole = S.equal(p, v(a), v(c), [(1, equal)], [(S.combine((-1, last)), level)])
            return p.conflict(whole, different.apply(a, c, using=facts))

        return p.refute(S.same(tip(a), tip(c)), same)

    apart = for_all(p, [a, c], conj(1 <= a, a < c, c <= A), differ)
    corner = over(p, 1, A, lambda t, at: p.modus_ponens(chosen(t), at).right, "t")
    u, s = p.fresh("u", S.sort), p.fresh("s", "real")
    premise = conj(S.member(u, m, b), sign(s), S.vertex(S.combine((1, u), (s, last)), m + 1, b), between(1, a, A),
                   S.same(
        S.combine((1, u), (s, last)), tip(a)))  # fmt: skip

    def matched(fact: Fact) -> Fact:
        in_u, sign_s, vertex, at, equal = (fact.left, fact.right.left, fact.right.right.left,
                                           fact.right.right.right.left,
                                           fact.right.right.right.right)  # fmt: skip
        here = p.modus_ponens(chosen(a), at)
        level = way.apply(u, v(a), s, signs(a), using=[in_u, member(a, at), sign_s, here.left, vertex, equal])
        return p.both(S.equal(p, u, v(a), [(1, equal)], [(S.combine((-1, last)), level)]), level)

    unique = p.general(u, s, a, given(p, premise, matched))

    def distinct_index(one: Term, two: Term, at_one: Fact, at_two: Fact, equal: Fact) -> Fact:
        """one = two, from v(one) = v(two)."""

        def less(x: Term, y: Term, at_x: Fact, at_y: Fact, order: Fact, same: Fact) -> Fact:
            return p.conflict(same, different.apply(x, y, using=[at_x.left, order, at_y.right]))

        def apart(no: Fact) -> Fact:
            return p.decide(one < two, lambda yes: less(one, two, at_one, at_two, yes, equal), lambda other: less(
                two, one, at_two, at_one, p.absurd(two < one, lambda also: p.conflict(p.arith(one == two, other,
                    also), no)),
                S.equal(p, v(two), v(one), [(-1, equal)])))  # fmt: skip

        return p.absurd(one == two, apart)

    return Tips(tip, signs, listed(p, S, tip, A, m + 1, b, corner, apart), unique, distinct_index)


def with_second_tips(p: Proof, projection: Projection, flat: Fact, nonzero: Fact, v: Term, tips: Tips, A: Term,
                     low_A: Fact,
                     B: Term, w: Term, w_known: Fact, dimension: Fact) -> Fact:  # fmt: skip
    """The A first tips, and for each of B vertices w(t) of the projection a tip over it that is none of them: one list
    of A + B vertices of Z(m+1). Opens existentials."""
    S, T, m, b = projection.above, projection.below, projection.m, projection.b
    last, above, flat_b = projection.last, projection.at_least, projection.generators
    corners, unlike = p.open_definition(w_known).split()
    none_zero = over(p, 1, m, lambda i, at: generator_nonzero(
        p, T, m, above, flat_b, flat, i, at.left, at.right, dimension))  # fmt: skip
    single = only_over(p, projection, none_zero)
    both = both_tips(p, projection, single, nonzero)
    t, k, x0 = p.fresh("t", "int"), integer("k"), p.fresh("x", S.sort)

    def says(t: Term, x: Term) -> Term:
        return implies(
            between(1, t, B),
            conj(
                S.vertex(x, m + 1, b), T.same(projection.of(x), w(t)), every(k, 1, A, negation(S.same(x, tips.tip(k))))
            ),
        )

    goal = exists(x0, says(t, x0))

    def over_it(at: Fact) -> Fact:
        mark = p.opened
        corner = p.modus_ponens(corners(t), at)
        in_u, at_u = projection.lift(p.open_definition(corner).left)
        u = in_u.formula.args[0]

        zero = p.restate(over(p, 1, T.n, lambda j, _: p.arith(
            projection.of(last)(j) == 0 * projection.of(last)(j), projection.inverse,
            multipliers=[last(projection.place(j))]), "j"),
            T.same(projection.of(last), T.combine((0, projection.of(last)))))  # fmt: skip

        def tip_to(s: int) -> tuple[Term, Fact, Fact, Fact]:
            way = p.or_intro(sign(term(s)), p.ring(term(s), term(s)))
            point = S.combine((1, u), (term(s), last))
            vertex = both.apply(w(t), u, s, using=[corner, in_u, at_u, way])
            image = projection.equal(projection.of(point), w(t), [(1, at_u), (s, zero)])
            return point, vertex, image, way

        tip = {s: tip_to(s) for s in (1, -1)}

        def met(s: int) -> Term:
            return exists(k, conj(between(1, k, A), S.same(tip[s][0], tips.tip(k))))

        def free(s: int, no: Fact) -> Fact:
            point, vertex, image, _ = tip[s]
            apart = over(p, 1, A, lambda k, at: p.refute(S.same(point, tips.tip(k)), lambda e: p.conflict(
                p.witness(met(s), k, p.both(at, e)), no)), "k")  # fmt: skip
            return p.witness(goal, point, p.implication(at.formula, p.both(vertex, image, apart)))

        def taken(one: Fact, two: Fact) -> Fact:
            found = []
            for s, fact in ((1, one), (-1, two)):
                index, at_index = p.obtain(fact, "k")
                _, vertex, _, way = tip[s]
                same = tips.unique.apply(u, s, index, using=[in_u, way, vertex, at_index.left, at_index.right])
                found.append((index, at_index.left, same))
            (a, at_a, first), (c, at_c, second) = found
            equal = tips.index(a, c, at_a, at_c, S.equal(p, v(a), v(c), [(-1, first.left), (1, second.left)]))
            signs = p.congruent(tips.signs, equal)
            return p.anything(goal, p.arith(false, first.right, second.right, signs))

        chosen = p.decide(met(1), lambda one: p.decide(met(-1), lambda two: taken(one, two), lambda no: free(-1, no)),
                          lambda no: free(1, no))  # fmt: skip
        return p.close(chosen, mark)

    def outside(no: Fact) -> Fact:
        return p.witness(
            goal, v(1), given(p, between(1, t, B), lambda at: p.anything(says(t, v(1)).args[1], p.conflict(at, no)))
        )

    extra, chosen = p.obtain(p.choose(p.general(t, p.decide(between(1, t, B), over_it, outside)), "x"), "x")
    whole = lam(q, j, where(q <= A, tips.tip(q)(j), extra(q - A)(j)))
    first_corner, first_apart = p.open_definition(tips.listed).split()

    def old(t: Term, within: Fact) -> Fact:
        """whole(t) = tip(t)."""
        return p.restate(over(p, 1, S.n, lambda j, _: p.lemma("if_true", *whole(t)(j).args, using=[within]), "j"),
                         S.same(whole(t), tips.tip(t)))  # fmt: skip

    def new(t: Term, beyond: Fact) -> Fact:
        """whole(t) = extra(t - A)."""
        return p.restate(over(p, 1, S.n, lambda j, _: p.lemma("if_false", *whole(t)(j).args, using=[beyond]), "j"),
                         S.same(whole(t), extra(t - A)))  # fmt: skip

    def late(t: Term, at: Fact, no: Fact) -> Fact:
        return p.modus_ponens(chosen(t - A), p.both(p.arith(1 <= t - A, no), p.arith(t - A <= B, at)))

    def corner(t: Term, at: Fact) -> Fact:
        def early(yes: Fact) -> Fact:
            vertex = p.modus_ponens(first_corner(t), p.both(at.left, yes))
            return vertex_moved(
                p, S, m + 1, b, vertex, whole(t), S.equal(p, tips.tip(t), whole(t), [(-1, old(t, yes))])
            )

        def second(no: Fact) -> Fact:
            return vertex_moved(p, S, m + 1, b, late(t, at, no).left, whole(t), S.equal(
                p, extra(t - A), whole(t), [(-1, new(t, no))]))  # fmt: skip

        return p.decide(t <= A, early, second)

    a, c = p.fresh("s", "int"), p.fresh("t", "int")

    def differ(facts: list[Fact]) -> Fact:
        one, two = p.both(facts[0], p.arith(a <= A + B, *facts)), p.both(p.arith(1 <= c, *facts), facts[2])

        def both_old(yes: Fact) -> Fact:
            within = p.arith(a <= A, yes, *facts)
            apart = first_apart.apply(a, c, using=[facts[0], facts[1], yes])
            return p.refute(S.same(whole(a), whole(c)), lambda e: p.conflict(S.equal(
                p, tips.tip(a), tips.tip(c), [(-1, old(a, within)), (1, e), (1, old(c, yes))]), apart))  # fmt: skip

        def last_new(no: Fact) -> Fact:
            facts_c = late(c, two, no)

            def first_old(yes: Fact) -> Fact:
                apart = p.modus_ponens(facts_c.right.right(a), p.both(facts[0], yes))
                return p.refute(S.same(whole(a), whole(c)), lambda e: p.conflict(S.equal(
                    p, extra(c - A), tips.tip(a), [(-1, new(c, no)), (-1, e), (1, old(a, yes))]), apart))  # fmt: skip

            def both_new(also: Fact) -> Fact:
                facts_a = late(a, one, also)
                apart = unlike.apply(a - A, c - A, using=[p.arith(1 <= a - A, also), p.arith(a - A < c - A, facts[1]),
                                                          p.arith(c - A <= B, facts[2])])  # fmt: skip

                def same(e: Fact) -> Fact:
                    upstairs = S.equal(p, extra(a - A), extra(c - A), [(-1, new(a, also)), (1, e), (1, new(c, no))])
                    image = projection.equal(w(a - A), w(c - A), [(-1, facts_a.right.left), (1, facts_c.right.left)], [
                        (1, upstairs)])  # fmt: skip
                    return p.conflict(image, apart)

                return p.refute(S.same(whole(a), whole(c)), same)

            return p.decide(a <= A, first_old, both_new)

        return p.decide(c <= A, both_old, last_new)

    apart = for_all(p, [a, c], conj(1 <= a, a < c, c <= A + B), differ)
    return listed(p, S, whole, A + B, m + 1, b, over(p, 1, A + B, corner, "t"), apart)


# There are generators in general position: points of the moment curve.


def one_of(p: Proof, m: Term, above: Fact, k: Term, low: Fact, high: Fact) -> Fact:
    """The sum of 1 for i = k and 0 else over 1 <= i <= m is 1, for 1 <= k <= m."""
    f = lam(i, where(i == k, 1, 0))

    def claim(n: Term) -> Term:
        return total(i, 1, n, f(i)) == where(k <= n, 1, 0)

    def side(n: Term, yes: Fact) -> Fact:
        return p.lemma("if_false" if yes.formula.op == "not" else "if_true", k <= n, 1, 0, using=[yes])

    base = p.arith(claim(term(0)), p.lemma("sum_empty", 1, 0, f), side(term(0), p.arith(negation(k <= 0), low)))

    def step(n: Term, at: Fact, here: Fact) -> Fact:
        more = p.lemma("sum_step", 1, n, f, using=[at])

        def found(yes: Fact) -> Fact:
            return p.arith(claim(n + 1), here, more, p.lemma("if_true", *f(n + 1).args, using=[yes]), side(
                n, p.arith(negation(k <= n), yes)), side(n + 1, p.arith(k <= n + 1, yes)))  # fmt: skip

        def other(no: Fact) -> Fact:
            value = p.lemma("if_false", *f(n + 1).args, using=[no])

            def beyond(late: Fact) -> Fact:
                apart = p.refute(k <= n + 1, lambda yes: p.conflict(p.arith(n + 1 == k, yes, late), no))
                return p.arith(claim(n + 1), here, more, value, side(n, late), side(n + 1, apart))

            return p.decide(k <= n, lambda yes: p.arith(claim(n + 1), here, more, value, side(n, yes), side(
                n + 1, p.arith(k <= n + 1, yes))), beyond)  # fmt: skip

        return p.decide(n + 1 == k, found, other)

    return p.arith(
        total(i, 1, m, f(i)) == 1, p.induction("n", 0, claim, base, step).apply(m, using=[above]), side(m, high)
    )


def moment_curve(p: Proof, n: Term, m: Term, above: Fact, dimension: Fact) -> tuple[Term, Fact]:
    """b(i)(j) = i^(j-1) and GeneralPosition(n, m, b); ``above`` is m >= 0, ``dimension`` is n >= 0."""
    b = lam(i, j, i ** (j - 1))
    c0 = function("c", "int->real")
    nonempty = p.arith(term(1) <= m + 1, above)

    def relations(r: Term, c: Term) -> Term:
        return every(j, 1, r, total(i, 1, m, c(i) * b(i)(j)) == 0)

    def claim(r: Term) -> Term:
        return forall(c0, implies(conj(relations(r, c0), terms_of(m, c0) <= r), every(i, 1, m, c0(i) == 0)))

    def start() -> Fact:
        c = p.fresh("c", "int->real")

        def prove(fact: Fact) -> Fact:
            def each(k: Term, at: Fact) -> Fact:
                def counted(no: Fact) -> Fact:
                    def below(i: Term, low: Fact, high: Fact) -> Fact:
                        goal = where(i == k, 1, 0) <= where(c(i) == 0, 0, 1)

                        def here(yes: Fact) -> Fact:
                            off = p.refute(
                                c(i) == 0, lambda z: p.conflict(p.arith(c(k) == 0, z, p.congruent(c, yes)), no)
                            )
                            return p.arith(goal, p.lemma("if_true", i == k, 1, 0, using=[yes]), indicator(p, c(i), off))

                        def there(no: Fact) -> Fact:
                            zero = p.lemma("if_false", i == k, 1, 0, using=[no])
                            return p.decide(c(i) == 0, lambda z: p.arith(goal, zero, indicator(p, c(i), z)),
                                            lambda z: p.arith(goal, zero, indicator(p, c(i), z)))  # fmt: skip

                        return p.decide(i == k, here, there)

                    fewer = smaller_sum(p, term(1), m, lam(i, where(i == k, 1, 0)), lam(i, where(c(i) == 0, 0, 1)),
                                        nonempty,
                                        below)  # fmt: skip
                    return p.arith(false, fewer, one_of(p, m, above, k, at.left, at.right), fact.right)

                return p.absurd(c(k) == 0, counted)

            return over(p, 1, m, each)

        return p.general(c, given(p, conj(relations(term(0), c), terms_of(m, c) <= 0), prove))

    def step(r: Term, low: Fact, here: Fact) -> Fact:
        c = p.fresh("c", "int->real")

        def prove(fact: Fact) -> Fact:
            def each(k: Term, at: Fact) -> Fact:
                def reduced(no: Fact) -> Fact:
                    d = lam(i, c(i) * (i - k))

                    def relation(j: Term, bounds: Fact) -> Fact:
                        now = p.modus_ponens(fact.left(j), p.both(bounds.left, p.arith(j <= r + 1, bounds)))
                        following = p.modus_ponens(fact.left(j + 1), p.both(p.arith(1 <= j + 1, bounds), p.arith(
                            j + 1 <= r + 1, bounds)))  # fmt: skip
                        f, g = lam(i, c(i) * b(i)(j + 1)), lam(i, c(i) * b(i)(j))
                        h = lam(i, d(i) * b(i)(j))

                        def term_by_term(i: Term, low: Fact, high: Fact) -> Fact:
                            power = p.lemma("power_step", i, j - 1, using=[p.arith(0 <= j - 1, bounds)])
                            return p.arith(h(i) == 1 * f(i) + -k * g(i), power, multipliers=[c(i), 1])

                        same = equal_sums(p, term(1), m, h, lam(i, 1 * f(i) + -k * g(i)), term_by_term)
                        return p.arith(total(i, 1, m, h(i)) == 0, same, now, following, linear(p).apply(
                            1, m, f, g, 1, -k, using=[nonempty]), multipliers=[1, k])  # fmt: skip

                    f, g = lam(i, where(c(i) == 0, 0, 1)), lam(i, where(i == k, 1, 0))

                    def count(i: Term, low: Fact, high: Fact) -> Fact:
                        goal = where(d(i) == 0, 0, 1) == 1 * f(i) + -1 * g(i)

                        def it(yes: Fact) -> Fact:
                            off = p.refute(
                                c(i) == 0, lambda z: p.conflict(p.arith(c(k) == 0, z, p.congruent(c, yes)), no)
                            )
                            return p.arith(goal, indicator(p, d(i), p.arith(d(i) == 0, yes, multipliers=[c(i)])),
                                           indicator(
                                p, c(i), off), p.lemma("if_true", i == k, 1, 0, using=[yes]))  # fmt: skip

                        def other(apart: Fact) -> Fact:
                            zero = p.lemma("if_false", i == k, 1, 0, using=[apart])

                            def nonzero(off: Fact) -> Fact:
                                inverse = p.lemma("inverse", c(i), using=[off])
                                stays = p.refute(d(i) == 0, lambda z: p.conflict(p.arith(i == k, z, inverse,
                                    multipliers=[
                                    1 / c(i), i - k]), apart))  # fmt: skip
                                return p.arith(goal, zero, indicator(p, c(i), off), indicator(p, d(i), stays))

                            return p.decide(c(i) == 0, lambda z: p.arith(goal, zero, indicator(p, c(i), z), indicator(
                                p, d(i), p.arith(d(i) == 0, z, multipliers=[i - k]))), nonzero)  # fmt: skip

                        return p.decide(i == k, it, other)

                    counts = equal_sums(
                        p, term(1), m, lam(i, where(d(i) == 0, 0, 1)), lam(i, 1 * f(i) + -1 * g(i)), count
                    )
                    few = p.arith(terms_of(m, d) <= r, counts, fact.right, one_of(p, m, above, k, at.left, at.right),
                                  linear(p).apply(1, m, f, g, 1, -1, using=[nonempty]))  # fmt: skip
                    zeros = p.modus_ponens(here(d), p.both(over(p, 1, r, relation, "j"), few))

                    def alone(i: Term, low: Fact, high: Fact) -> Fact:
                        goal = c(i) * b(i)(1) == c(k) * g(i) + 0 * g(i)
                        unit = p.arith(b(i)(1) == 1, p.lemma("power_zero", i), p.congruent(lam(q, i**q), p.ring(
                            term(1) - 1, 0)))  # fmt: skip

                        def it(yes: Fact) -> Fact:
                            return p.arith(goal, unit, p.congruent(c, yes), p.lemma("if_true", i == k, 1, 0,
                                using=[yes]),
                                           multipliers=[c(i), c(k), 1])  # fmt: skip

                        def other(apart: Fact) -> Fact:
                            product = p.modus_ponens(zeros(i), p.both(low, high))
                            gap = p.refute(i - k == 0, lambda e: p.conflict(p.arith(i == k, e), apart))
                            inverse = p.lemma("inverse", i - k, using=[gap])
                            value = p.arith(c(i) == 0, product, inverse, multipliers=[1 / (i - k), c(i)])
                            return p.arith(goal, value, p.lemma("if_false", i == k, 1, 0, using=[apart]),
                                           multipliers=[b(i)(1), c(k), 1])  # fmt: skip

                        return p.decide(i == k, it, other)

                    first = p.modus_ponens(fact.left(1), p.both(p.arith(term(1) <= 1), p.arith(term(1) <= r + 1, low)))
                    same = equal_sums(p, term(1), m, lam(i, c(i) * b(i)(1)), lam(i, c(k) * g(i) + 0 * g(i)), alone)
                    last = p.arith(c(k) == 0, first, same, linear(p).apply(1, m, g, g, c(k), 0, using=[nonempty]),
                                   one_of(
                        p, m, above, k, at.left, at.right), multipliers=[1, c(k)])  # fmt: skip
                    return p.conflict(last, no)

                return p.absurd(c(k) == 0, reduced)

            return over(p, 1, m, each)

        return p.general(c, given(p, conj(relations(r + 1, c), terms_of(m, c) <= r + 1), prove))

    whole = p.induction("r", 0, claim, start, step).apply(n, using=[dimension])
    return b, p.restate(whole, GeneralPosition(n, m, b))
