"""How many vertices a zonotope in R^n has: derivations by induction on the generators.

As in ``zonotope_geometry``, Z(m) is the zonotope of b(1), ..., b(m) and b' stands for b(m+1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sums import empty_sum, equal_sums, longer_sum
from numerics.terms import (
    Term,
    between,
    binomial,
    conj,
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
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import (
    Coordinates,
    coefficients,
    convex,
    empty_zonotope,
    for_all,
    is_member,
    is_vertex,
    linear,
    same_point,
    sign,
    straight,
    summand,
    vertex_at,
    vertex_moved,
    without_zero,
)  # fmt: skip
from theorems.mukherjee2020.zonotopes import VertexList

i, j, q = integer("i"), integer("j"), integer("q")


# The number 2 (C(m-1, 0) + ... + C(m-1, n-1)).


def half_regions(m: Any, n: Any) -> Term:
    """C(m-1, 0) + ... + C(m-1, n-1)."""
    return total(i, 0, n - 1, binomial(m - 1, i))


def pascal_sums(p: Proof) -> Fact:
    """forall m >= 1: forall n >= 1: the sum for (m+1, n) is that for (m, n) and that for (m, n-1)."""
    m = p.fresh("m", "int")
    some = p.assume(m >= 1)
    rows = [lam(i, binomial(k - 1, i)) for k in (m, m + 1)]

    def claim(n: Term) -> Term:
        return half_regions(m + 1, n) == half_regions(m, n) + half_regions(m, n - 1)

    def more(row: Term, n: Term, *facts: Fact) -> Fact:
        return longer_sum(p, term(0), n - 1, row, *facts)

    first = [p.lemma("binomial_zero", k - 1, using=[p.arith(k - 1 >= 0, some)]) for k in (m, m + 1)]
    none = [empty_sum(p, term(0), term(-1), row) for row in rows]
    base = p.arith(claim(term(1)), *first, *none, *(more(row, term(0)) for row in rows))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        rule = p.lemma("pascal", m - 1, n - 1, using=[p.arith(0 <= m - 1, some)])
        return p.arith(claim(n + 1), here, rule, more(rows[0], n, above), more(rows[1], n, above),
                       more(rows[0], n - 1, above))  # fmt: skip

    return p.general(m, p.implication(some.formula, p.induction("n", 1, claim, base, step)))


def one_generator_sum(p: Proof) -> Fact:
    """forall n >= 1: the sum for (1, n) is 1."""
    row = lam(i, binomial(term(1) - 1, i))

    def claim(n: Term) -> Term:
        return half_regions(term(1), n) == 1

    base = p.arith(claim(term(1)), p.lemma("binomial_zero", term(1) - 1), empty_sum(p, term(0), term(-1), row),
                   longer_sum(p, term(0), term(-1), row))  # fmt: skip
    return p.induction("n", 1, claim, base, lambda n, above, here: p.arith(
        claim(n + 1), here, longer_sum(p, term(0), n - 1, row, above),
        p.lemma("binomial_above", term(1) - 1, n, using=[above])))  # fmt: skip


def one_dimension_sum(p: Proof, m: Term, some: Fact) -> Fact:
    """The sum for (m, 1) is 1, for m >= 1."""
    row = lam(i, binomial(m - 1, i))
    return p.arith(half_regions(m, term(1)) == 1, p.lemma("binomial_zero", m - 1, using=[p.arith(0 <= m - 1, some)]),
                   empty_sum(p, term(0), term(-1), row), longer_sum(p, term(0), term(-1), row))  # fmt: skip


def no_dimension_sum(p: Proof, m: Term) -> Fact:
    """The sum for (m, 0) is 0."""
    return p.arith(half_regions(m, term(0)) == 0, empty_sum(p, term(0), term(-1), lam(i, binomial(m - 1, i))))


def sums_nonnegative(p: Proof, pascal: Fact) -> Fact:
    """forall m >= 1: forall n >= 0: the sum for (m, n) is at least 0."""

    def claim(m: Term) -> Term:
        n = integer("n")
        return forall(n, implies(0 <= n, half_regions(m, n) >= 0))

    def by_dimension(m: Term, positive: Callable[[Term, Fact], Fact]) -> Fact:
        n = p.fresh("n", "int")
        none = no_dimension_sum(p, m)

        def zero(low: Fact, no: Fact) -> Fact:
            same = p.congruent(lam(q, half_regions(m, q)), p.arith(n == 0, low, no))
            return p.arith(half_regions(m, n) >= 0, same, none)

        return for_all(p, [n], 0 <= n, lambda given: p.decide(
            n >= 1, lambda yes: positive(n, yes), lambda no: zero(given[0], no)))  # fmt: skip

    one = one_generator_sum(p)
    base = by_dimension(term(1), lambda n, yes: p.arith(half_regions(term(1), n) >= 0, one.apply(n, using=[yes])))
    return p.induction("m", 1, claim, base, lambda m, above, here: by_dimension(m + 1, lambda n, yes: p.arith(
        half_regions(m + 1, n) >= 0, pascal.apply(m, n, using=[above, yes]),
        *(here.apply(k, using=[yes]) for k in (n, n - 1)))))  # fmt: skip


def sums_at_least_one(p: Proof, pascal: Fact, positive: Fact) -> Fact:
    """forall m >= 1: forall n >= 1: the sum for (m, n) is at least 1."""
    one, n0 = one_generator_sum(p), integer("n")

    def claim(m: Term) -> Term:
        return forall(n0, implies(1 <= n0, half_regions(m, n0) >= 1))

    def step(m: Term, some: Fact, here: Fact) -> Fact:
        n = p.fresh("n", "int")
        return for_all(p, [n], 1 <= n, lambda low: p.arith(
            half_regions(m + 1, n) >= 1, pascal.apply(m, n, using=[some, *low]), here.apply(n, using=low),
            positive.apply(m, n - 1, using=[some, *low])))  # fmt: skip

    n = p.fresh("n", "int")
    base = for_all(p, [n], 1 <= n, lambda low: p.arith(half_regions(term(1), n) >= 1, one.apply(n, using=low)))
    return p.induction("m", 1, claim, base, step)


# Counting: N things in classes of at most two are A classes and B classes of two, A + B = N.


def appended(f: Term, size: Term, value: Term) -> Term:
    """f(1), ..., f(size), and then the value."""
    t = integer("t")
    return lam(t, where(t <= size, f(t), value))


def early(p: Proof, f: Term, t: Term, within: Fact) -> Fact:
    """The old value is the appended sequence's at t, for t <= size (or by arithmetic from the fact)."""
    return p.symmetric(p.lemma("if_true", *f(t).args, using=[within]))


def late(p: Proof, f: Term, t: Term, beyond: Fact) -> Fact:
    """The appended value is the appended sequence's at t, for not t <= size."""
    return p.symmetric(p.lemma("if_false", *f(t).args, using=[beyond]))


def longer_every(p: Proof, f: Term, size: Term, says: Callable[[Term], Term], old: Fact, new: Fact) -> Fact:
    """All size + 1 values of the appended sequence have a property, from that of the old ones and the new one."""
    hole = p.fresh("q", "int")
    predicate = lam(hole, says(hole))

    def one(t: Term, at: Fact) -> Fact:
        return p.decide(
            t <= size, lambda yes: transport(p, predicate, early(p, f, t, yes), old.apply(t, using=[at, yes])),
            lambda no: transport(p, predicate, late(p, f, t, no), new))  # fmt: skip

    return over(p, 1, size + 1, one, "t")


def unlike(f: Term, size: Term, E: Term) -> Term:
    """f(1), ..., f(size) are in different classes."""
    s, t = integer("s"), integer("t")
    return forall(s, t, implies(conj(1 <= s, s < t, t <= size), negation(E(f(s))(f(t)))))


def longer_unlike(p: Proof, f: Term, g: Term, size: Term, E: Term, value: Term, old: Fact, new: Fact) -> Fact:
    """unlike(g, size + 1, E) for g, which is f and the value; ``new``: not E(f(t), value), for 1 <= t <= size."""
    s, t, hole = p.fresh("s", "int"), p.fresh("t", "int"), p.fresh("q", "int")

    def prove(given: list[Fact]) -> Fact:
        within = p.arith(s <= size, *given)
        first = early(p, g, s, within)

        def both_old(yes: Fact) -> Fact:
            fact = old.apply(s, t, using=[*given, yes])
            fact = transport(p, lam(hole, negation(E(hole)(f(t)))), first, fact)
            return transport(p, lam(hole, negation(E(g(s))(hole))), early(p, g, t, yes), fact)

        def last_new(no: Fact) -> Fact:
            fact = new.apply(s, using=[*given, within])
            fact = transport(p, lam(hole, negation(E(hole)(value))), first, fact)
            return transport(p, lam(hole, negation(E(g(s))(hole))), late(p, g, t, no), fact)

        return p.decide(t <= size, both_old, last_new)

    return for_all(p, [s, t], conj(1 <= s, s < t, t <= size + 1), prove)


def paired(E: Term, S: Term, N: Term) -> Term:
    """A + B = N: A of 1..N in different classes, and B of them, g(t), in different classes, each with another, h(t), of
    the other sign in its class."""
    A, B, t = integer("A"), integer("B"), integer("t")
    f, g, h = (function(name, "int->int") for name in "fgh")
    return exists(A, B, f, g, h, conj(
        A >= 0, B >= 0, A + B == N, every(t, 1, A, between(1, f(t), N)), unlike(f, A, E),
        every(t, 1, B, partners(E, S, N, g(t), h(t))), unlike(g, B, E)))  # fmt: skip


def partners(E: Term, S: Term, N: Term, a: Term, c: Term) -> Term:
    """a and c are among 1..N, in one class, and of opposite signs."""
    return conj(between(1, a, N), between(1, c, N), E(a)(c), S(a) == -S(c))


def pairing(p: Proof) -> Fact:
    """forall E, S, N >= 0: E symmetric and transitive, S(q) = 1 or -1 for 1 <= q <= N, and S different on two of one
    class => paired(E, S, N)."""
    E, S, N = p.fresh("E", "int->int->bool"), p.fresh("S", "int->real"), p.fresh("N", "int")
    a, c, e = integer("a"), integer("c"), integer("e")
    premise = conj(
        N >= 0, forall(a, c, implies(E(a)(c), E(c)(a))),
        forall(a, c, e, implies(conj(E(a)(c), E(c)(e)), E(a)(e))), every(q, 1, N, sign(S(q))),
        forall(a, c, implies(conj(1 <= a, a < c, c <= N, E(a)(c)), negation(S(a) == S(c)))))  # fmt: skip

    def prove(given: list[Fact]) -> Fact:
        count, symmetric, transitive, signs, different = given

        def opposite(a: Term, c: Term, related: Fact, *order: Fact) -> Fact:
            """S(a) = -S(c), for a < c in one class."""
            apart = different.apply(a, c, using=[related, *order])
            return p.by_cases(signs.apply(a, using=order), *[lambda x: p.by_cases(
                signs.apply(c, using=order), lambda y: _opposed(p, S(a), S(c), x, y, apart),
                lambda y: _opposed(p, S(a), S(c), x, y, apart))] * 2)  # fmt: skip

        def claim(k: Term) -> Term:
            return implies(k <= N, paired(E, S, k))

        def start() -> Fact:
            zero = lam(q, 0 * q)
            nothing = [
                over(p, 1, 0, lambda t, at, says=says: p.anything(says(t), p.arith(false, at)), "t") for says in (
                    lambda t: between(1, zero(t), term(0)), lambda t: partners(E, S, term(0), zero(t), zero(t)))
            ]  # fmt: skip
            s, t = p.fresh("s", "int"), p.fresh("t", "int")
            none = for_all(p, [s, t], conj(1 <= s, s < t, t <= term(0)), lambda given: p.anything(
                negation(E(zero(s))(zero(t))), p.arith(false, *given)))  # fmt: skip
            goal = claim(term(0))
            return p.implication(goal.args[0], p.exhibit(goal.args[1], [0, 0, zero, zero, zero], *nothing, none))

        def step(k: Term, above: Fact, here: Fact) -> Fact:
            goal = claim(k + 1)
            bound = p.assume(goal.args[0])
            mark = p.opened
            A, B, f, g, h, facts = p.obtain(here.apply(using=[bound]), "A", "B", "f", "g", "h")
            low_A, low_B, sums, in_f, un_f, in_g, un_g = facts.split()[:3] + _rest(facts)
            new = k + 1

            def wide(fact: Fact, size: Term, says: Callable[[Term, Term], Term]) -> Fact:
                """The same bounds with k + 1 for k."""

                def one(t: Term, at: Fact) -> Fact:
                    parts = fact.apply(t, using=[at]).split()
                    return p.exhibit(says(t, new), [], *parts)

                return over(p, 1, size, one, "t")

            says_f, says_g = (lambda t, N: between(1, f(t), N)), (lambda t, N: partners(E, S, N, g(t), h(t)))
            met = some_of(A, lambda t: E(f(t))(new))

            def fresh_class(no: Fact) -> Fact:
                longer = appended(f, A, new)
                t = p.fresh("t", "int")
                nowhere = for_all(p, [t], between(1, t, A), lambda at: p.refute(E(f(t))(new), lambda yes: p.conflict(
                    p.witness(met, t, p.both(p.both(*at), yes)), no)))  # fmt: skip
                inside = longer_every(p, longer, A, lambda x: between(1, x, new), wide(in_f, A, says_f),
                                      p.both(p.arith(1 <= new, above), p.arith(new <= new)))  # fmt: skip
                apart = longer_unlike(p, f, longer, A, E, new, un_f, nowhere)
                return p.exhibit(goal.args[1], [A + 1, B, longer, g, h], p.arith(A + 1 >= 0, low_A), low_B,
                                 p.arith(A + 1 + B == new, sums), inside, apart, wide(in_g, B, says_g),
                                 un_g)  # fmt: skip

            def second_one(yes: Fact) -> Fact:
                t0, at = p.obtain(yes, "t")
                related = at.right
                other = f(t0)
                there = in_f.apply(t0, using=[at.left])
                order = [there, bound, p.arith(other < new, there)]
                flip = p.arith(S(new) == -S(other), opposite(other, new, related, *order))
                back = symmetric.apply(other, new, using=[related])
                longer_g, longer_h = appended(g, B, new), appended(h, B, other)
                t = p.fresh("t", "int")

                def not_met(bounds: list[Fact]) -> Fact:
                    first, second, same, signs_gh = _partners(in_g.apply(t, using=bounds))

                    def clash(met: Fact) -> Fact:
                        turned = symmetric.apply(g(t), h(t), using=[same])
                        also = transitive.apply(h(t), g(t), new, using=[turned, met])
                        one = opposite(g(t), new, met, first, bound, p.arith(g(t) < new, first))
                        two = opposite(h(t), new, also, second, bound, p.arith(h(t) < new, second))
                        value = signs.apply(new, using=[p.arith(1 <= new, above), bound])
                        return p.by_cases(value, lambda e: p.arith(false, e, one, two, signs_gh),
                                          lambda e: p.arith(false, e, one, two, signs_gh))  # fmt: skip

                    return p.refute(E(g(t))(new), clash)

                apart = longer_unlike(p, g, longer_g, B, E, new, un_g, for_all(p, [t], between(1, t, B), not_met))

                def pair(t: Term, at: Fact) -> Fact:
                    def old(within: Fact) -> Fact:
                        fact = wide(in_g, B, says_g).apply(t, using=[at, within])
                        return two(fact, g(t), h(t), early(p, longer_g, t, within), early(p, longer_h, t, within))

                    def last(beyond: Fact) -> Fact:
                        fact = p.both(p.both(p.arith(1 <= new, above), p.arith(new <= new)),
                                      p.both(there.left, p.arith(other <= new, there)), back, flip)  # fmt: skip
                        return two(fact, new, other, late(p, longer_g, t, beyond), late(p, longer_h, t, beyond))

                    def two(fact: Fact, x: Term, y: Term, at_x: Fact, at_y: Fact) -> Fact:
                        hole = p.fresh("q", "int")
                        fact = transport(p, lam(hole, partners(E, S, new, hole, y)), at_x, fact)
                        return transport(p, lam(hole, partners(E, S, new, longer_g(t), hole)), at_y, fact)

                    return p.decide(t <= B, old, last)

                return p.exhibit(goal.args[1], [A, B + 1, f, longer_g, longer_h], low_A, p.arith(B + 1 >= 0, low_B),
                                 p.arith(A + (B + 1) == new, sums), wide(in_f, A, says_f), un_f,
                                 over(p, 1, B + 1, pair, "t"), apart)  # fmt: skip

            return p.implication(bound.formula, p.close(p.decide(met, second_one, fresh_class), mark))

        return p.induction("k", 0, claim, start, step).apply(N, using=[count, p.arith(N <= N)])

    return p.general(E, S, for_all(p, [N], premise, prove))


def some_of(size: Term, says: Callable[[Term], Term]) -> Term:
    """exists t, (1 <= t <= size) and what is said of t."""
    t = integer("t")
    return exists(t, conj(between(1, t, size), says(t)))


def _rest(facts: Fact) -> list[Fact]:
    """The conjuncts after the first three."""
    fact, rest = facts.right.right.right, []
    for _ in range(3):
        rest.append(fact.left)
        fact = fact.right
    return [*rest, fact]


def _partners(fact: Fact) -> tuple[Fact, Fact, Fact, Fact]:
    return fact.left, fact.right.left, fact.right.right.left, fact.right.right.right


def _opposed(p: Proof, a: Term, c: Term, x: Fact, y: Fact, apart: Fact) -> Fact:
    """a = -c for signs a and c that differ."""
    same = a == c
    if repr(x.formula.args[1]) == repr(y.formula.args[1]):
        return p.anything(a == -c, p.conflict(p.arith(same, x, y), apart))
    return p.arith(a == -c, x, y)


# Projection along b', with a coordinate k in which b' is not zero: R^n to R^(n-1).


@dataclass
class Projection:
    """x -> x - (x(k) / b'(k)) b', in the coordinates 1, ..., n - 1, of which k now stands for n."""

    p: Proof
    n: Term
    m: Term
    b: Term
    k: Term
    inside: list[Fact]  # 1 <= k, k <= n
    nonzero: Fact  # not b'(k) = 0
    at_least: Fact  # m >= 0

    def __post_init__(self) -> None:
        self.last, self.above = self.b(self.m + 1), Coordinates(self.n)
        self.below = Coordinates(self.n - 1)
        self.inverse = self.p.lemma("inverse", self.last(self.k), using=[self.nonzero])
        self.scale = 1 / self.last(self.k)
        self.generators = lam(i, self.of(self.b(i)))

    def place(self, j: Term) -> Term:
        """The old coordinate that the new one j stands for."""
        return where(j == self.k, self.n, j)

    def of(self, x: Term) -> Term:
        """The projection of a point."""
        at = self.place(j)
        return lam(j, x(at) - x(self.k) * (self.scale * self.last(at)))

    def in_range(self, j: Term, at: Fact) -> Fact:
        """1 <= place(j) <= n, for 1 <= j <= n - 1."""
        p, x = self.p, self.place(j)

        def both(rule: str, fact: Fact) -> Fact:
            same = p.lemma(rule, *x.args, using=[fact])
            return p.both(p.arith(1 <= x, same, at, *self.inside), p.arith(x <= self.n, same, at, *self.inside))

        return p.decide(j == self.k, lambda yes: both("if_true", yes), lambda no: both("if_false", no))

    def equal(self, x: Term, y: Term, points: Sequence[tuple[Any, Fact]] = (),
              upstairs: Sequence[tuple[Any, Fact]] = ()) -> Fact:  # fmt: skip
        """of(x) = y or the like: x - y is, in each new coordinate, the sum of c (u - v) over equal points u = v there,
        and of c times the projection of u - v over equal points u = v of R^n."""
        p = self.p

        def each(j: Term, at: Fact) -> Fact:
            old, pivot = self.in_range(j, at), self.inside
            factor = self.scale * self.last(self.place(j))
            facts = [(c, self.below.at(p, f, j, at)) for c, f in points]
            for c, f in upstairs:
                facts.append((c, self.above.at(p, f, self.place(j), old)))
                facts.append((c * factor, self.above.at(p, f, self.k, *pivot)))
            return p.arith(x(j) == y(j), *(f for _, f in facts), multipliers=[*(c for c, _ in facts), 1])

        return p.restate(over(p, 1, self.n - 1, each, "j"), self.below.same(x, y))

    def sums(self, c: Term) -> Fact:
        """The projection of the sum of c(i) b(i), i <= m, is that of c(i) times the projected generators."""
        p, m = self.p, self.m
        count = p.arith(term(1) <= m + 1, self.at_least)

        def each(j: Term, at: Fact) -> Fact:
            factor = self.scale * self.last(self.place(j))
            first, second = lam(i, c(i) * self.b(i)(self.place(j))), lam(i, c(i) * self.b(i)(self.k))
            target = lam(i, c(i) * self.generators(i)(j))
            mixed = linear(p).apply(1, m, first, second, 1, -factor, using=[count])
            same = equal_sums(p, term(1), m, target, lam(i, 1 * first(i) + -factor * second(i)),
                              lambda i, low, high: p.ring(target(i), 1 * first(i) + -factor * second(i)))  # fmt: skip
            return p.arith(self.of(self.above.sum(m, c, self.b))(j) == total(i, 1, m, target(i)), mixed, same)

        return p.restate(over(p, 1, self.n - 1, each, "j"), self.below.same(
            self.of(self.above.sum(m, c, self.b)), self.below.sum(m, c, self.generators)))  # fmt: skip

    def member(self, inside: Fact) -> Fact:
        """The projection of a point of Z(m) lies in the zonotope of the projected generators."""
        p, x = self.p, inside.formula.args[0]
        mark = p.opened
        c, bounds, equation = coefficients(p, inside)
        equation = same_point(p, self.above, x, self.above.sum(self.m, c, self.b), equation)
        image = self.below.sum(self.m, c, self.generators)
        total_of = self.equal(self.of(x), image, [(1, self.sums(c))], [(1, equation)])
        return p.close(is_member(p, self.below, self.of(x), self.m, self.generators, c, bounds, total_of), mark)

    def lift(self, inside: Fact) -> tuple[Fact, Fact]:
        """A point x of Z(m) over a point y of the projected zonotope: x in Z(m), of(x) = y. Opens coefficients."""
        p, y = self.p, inside.formula.args[0]
        c, bounds, equation = coefficients(p, inside)
        equation = same_point(p, self.below, y, self.below.sum(self.m, c, self.generators), equation)
        x = self.above.sum(self.m, c, self.b)
        member = is_member(p, self.above, x, self.m, self.b, c, bounds, self.above.equal(p, x, x))
        return member, self.equal(self.of(x), y, [(1, self.sums(c)), (-1, equation)])

    def difference(self, x: Term, y: Term, same: Fact) -> tuple[Term, Fact]:
        """A number t with y = x + t b', from of(x) = of(y)."""
        p, k = self.p, self.k
        t = self.scale * (y(k) - x(k))
        target = self.above.combine((1, x), (t, self.last))

        def each(j: Term, at: Fact) -> Fact:
            goal = y(j) == target(j)

            def of_other(place: Term, old: Fact, *bounds: Fact) -> Fact:
                """At a new coordinate that stands for j: ``old`` is place(new) = j."""
                fact = self.below.at(p, same, place, *bounds)
                hole = p.fresh("q", "int")
                shape = lam(hole, x(hole) - x(k) * (self.scale * self.last(hole))
                            == y(hole) - y(k) * (self.scale * self.last(hole)))  # fmt: skip
                return p.arith(goal, transport(p, shape, old, fact))

            def others(no: Fact) -> Fact:
                def early(below: Fact) -> Fact:
                    return of_other(j, p.lemma("if_false", *self.place(j).args, using=[no]), at, below)

                def final(above: Fact) -> Fact:
                    is_last = p.arith(j == self.n, above, at)
                    apart = p.refute(k == self.n, lambda e: p.conflict(p.arith(j == k, e, is_last), no))
                    small = p.arith(k <= self.n - 1, *self.inside, self._less(apart))
                    stands = p.lemma("if_true", *self.place(k).args, using=[])
                    return of_other(k, p.arith(self.place(k) == j, stands, is_last), *self.inside, small)

                return p.decide(j <= self.n - 1, early, final)

            def pivot(yes: Fact) -> Fact:
                moved = [p.congruent(z, yes) for z in (x, y, self.last)]
                return p.arith(goal, *moved, self.inverse, multipliers=[1, t, y(k) - x(k)])

            return p.decide(j == k, pivot, others)

        return t, p.restate(over(p, 1, self.n, each, "j"), self.above.same(y, target))

    def _less(self, apart: Fact) -> Fact:
        p, k, n = self.p, self.k, self.n
        return p.absurd(k < n, lambda no: p.conflict(p.arith(k == n, no, *self.inside), apart))


def thin(p: Proof, S: Coordinates, m: Term, above: Fact, b: Term) -> Fact:
    """forall u, y, z, t: u, y, z in Z(m), u + b' and u - b' vertices of Z(m+1), y + z = 2 u + 2 t b' => y = z."""
    u, y, z = (p.fresh(name, S.sort) for name in "uyz")
    t = p.fresh("t", "real")
    one_side = straight(p, S, m, above, b)
    tips = [S.combine((1, u), (s, b(m + 1))) for s in (term(1), term(-1))]
    premise = conj(S.member(u, m, b), S.member(y, m, b), S.member(z, m, b), *(S.vertex(x, m + 1, b) for x in tips),
                   S.same(S.combine((1, y), (1, z)), S.combine((2, u), (2 * t, b(m + 1)))))  # fmt: skip

    def prove(given: list[Fact]) -> Fact:
        def on_side(s: int, fact: Fact) -> Fact:
            way = p.or_intro(sign(term(s)), p.ring(term(s), term(s)))
            return one_side.apply(u, y, z, s, t, using=[*given, way, p.arith(0 <= s * t, fact)])

        return p.decide(t >= 0, lambda yes: on_side(1, yes), lambda no: on_side(-1, no))

    return for_all(p, [u, y, z, t], premise, prove)


# The bound.


def at_most_one(p: Proof, N: Term, listed: Fact, alike: Callable[[Fact, Fact], Fact]) -> Fact:
    """N <= 1, because ``alike`` shows that any two vertices of the list (given as facts) are the same."""
    vertices, different = p.open_definition(listed).split()

    def two(no: Fact) -> Fact:
        pair = [vertices.apply(k, using=[no]) for k in (1, 2)]
        return p.conflict(alike(*pair), different.apply(1, 2, using=[no]))

    return p.absurd(N <= 1, two)


def on_a_line(p: Proof, m: Term, b: Term, mixtures: Fact, N: Term, v: Term, listed: Fact) -> Fact:
    """N <= 2, for a list of N different vertices of Z(m) in R^1, which is convex (``mixtures``)."""
    S = Coordinates(term(1))
    vertices, different = p.open_definition(listed).split()

    def only(says: Term, fact: Fact) -> Fact:
        """What is said of the coordinate 1 holds for every coordinate of R^1."""
        return over(p, 1, term(1), lambda j, at: transport(p, says, p.arith(term(1) == j, at), fact), "j")

    def crowded(at_x: Term, at_y: Term, at_z: Term, given: list[Fact]) -> Fact:
        """false, for a vertex y of Z(m) between x and z in Z(m)."""
        in_x, y, in_z, first, second = given
        span = at_z(1) - at_x(1)
        long = p.arith(span > 0, first, second)
        inverse = p.lemma("inverse", span, using=[long])
        scale = p.arith(1 / span > 0, inverse, long)
        one, two = (at_y(1) - at_x(1)) * (1 / span), (at_z(1) - at_y(1)) * (1 / span)
        steps = [p.arith(one > 0, scale, first), p.arith(two > 0, scale, second), p.arith(one + two == 1, inverse)]

        def mirrored(end: Term, inside: Fact, s: Term, short: Fact) -> Fact:
            """The end's mirror image (1 - s) x + s z at y lies in Z(m) too."""
            low, high = p.arith(s >= 0, *steps, short), p.arith(s <= 1, *steps, short)
            mixed = mixtures.apply(at_x, at_z, s, using=[in_x, in_z, low, high])
            image = mixed.formula.args[0]
            middle = p.arith(end(1) + image(1) == 2 * at_y(1), inverse,
                             multipliers=[1, at_y(1) - at_x(1), at_z(1) - at_y(1)])  # fmt: skip
            halfway = p.restate(only(lam(q, end(q) + image(q) == 2 * at_y(q)), middle),
                                S.same(S.combine((1, end), (1, image)), S.combine((2, at_y))))  # fmt: skip
            equal = S.at(p, vertex_at(p, S, y, end, image, inside, mixed, halfway), term(1))
            return p.arith(false, equal, middle, first, second)

        gap = (at_z(1) - at_y(1)) - (at_y(1) - at_x(1))
        share = gap * (1 / span)
        return p.decide(
            gap >= 0, lambda yes: mirrored(at_x, in_x, 2 * one, p.arith(
                2 * one <= 1, p.arith(share >= 0, yes, scale), *steps)),
            lambda no: mirrored(at_z, in_z, 1 - 2 * two, p.arith(
                2 * two <= 1, p.arith(share <= 0, no, scale), *steps)))  # fmt: skip

    x, y, z = (p.fresh(name, S.sort) for name in "xyz")
    strictly_between = for_all(p, [x, y, z], conj(
        S.member(x, m, b), S.vertex(y, m, b), S.member(z, m, b), x(1) < y(1), y(1) < z(1)),
        lambda given: crowded(x, y, z, given))  # fmt: skip

    def three(no: Fact) -> Fact:
        corners = [vertices.apply(k, using=[no]) for k in (1, 2, 3)]
        inside = [p.open_definition(f).left for f in corners]

        def apart(a: int, c: int) -> Fact:
            """The first coordinates of v(a) and v(c) differ."""
            says = lam(q, v(a)(q) == v(c)(q))
            return p.refute(says(1), lambda e: p.conflict(
                p.restate(only(says, e), S.same(v(a), v(c))), different.apply(a, c, using=[no])))  # fmt: skip

        differ = {(a, c): apart(a, c) for a, c in ((1, 2), (1, 3), (2, 3))}

        def ordered(a: int, c: int, less: Callable[[Fact], Fact], more: Callable[[Fact], Fact]) -> Fact:
            x, y = v(a)(1), v(c)(1)

            def other(no: Fact) -> Fact:
                return more(p.absurd(y < x, lambda n: p.conflict(p.arith(x == y, no, n), differ[a, c])))

            return p.decide(x < y, less, other)

        def middle(a: int, c: int, e: int) -> Callable[[Fact, Fact], Fact]:
            return lambda first, second: strictly_between.apply(
                v(a), v(c), v(e), using=[inside[a - 1], corners[c - 1], inside[e - 1], first, second])  # fmt: skip

        def first_less(ac: Fact) -> Fact:
            return ordered(2, 3, lambda ce: middle(1, 2, 3)(ac, ce), lambda ec: ordered(
                1, 3, lambda ae: middle(1, 3, 2)(ae, ec), lambda ea: middle(3, 1, 2)(ea, ac)))  # fmt: skip

        def first_more(ca: Fact) -> Fact:
            return ordered(2, 3, lambda ce: ordered(
                1, 3, lambda ae: middle(2, 1, 3)(ca, ae), lambda ea: middle(2, 3, 1)(ce, ea)),
                lambda ec: middle(3, 2, 1)(ec, ca))  # fmt: skip

        return ordered(1, 2, first_less, first_more)

    return p.absurd(N <= 2, three)


def halves(p: Proof, n: Term, m: Term, above: Fact, b: Term, N: Term, count: Fact, v: Term, listed: Fact,
           nonzero: Fact) -> tuple[Any, ...]:  # fmt: skip
    """N vertices of Z(m+1) are u + b' or u - b' for vertices u of Z(m); A of these differ, and B of them occur twice.

    ``nonzero``: b' is not zero. Opens existentials and returns A, B, A >= 0, B >= 0, A + B = N, the list of the A (a
    fact), and for the B: the points w, a function that gives the facts (w(t) a vertex of Z(m), w(t) + b' and w(t) - b'
    vertices of Z(m+1)), and that they differ pairwise.
    """
    S, last = Coordinates(n), b(m + 1)
    vertices, different = p.open_definition(listed).split()
    parts = summand(p, S, m, above, b, nonzero)
    x, s = p.fresh("u", S.sort), p.fresh("s", "real")
    k = p.fresh("q", "int")

    def says(k: Term, u: Term, s: Term) -> Term:
        return implies(between(1, k, N), conj(S.vertex(u, m, b), sign(s), S.same(v(k), S.combine((1, u), (s, last)))))

    some = exists(x, s, says(k, x, s))

    def listed_one(yes: Fact) -> Fact:
        mark = p.opened
        u, t, facts = p.obtain(parts.apply(v(k), using=[vertices.apply(k, using=[yes])]), "u", "s")
        return p.close(p.witness(some, u, t, p.implication(yes.formula, facts)), mark)

    def elsewhere(no: Fact) -> Fact:
        yes = p.assume(between(1, k, N))
        nothing = p.anything(says(k, v(k), term(0)).args[1], p.conflict(yes, no))
        return p.witness(some, v(k), term(0), p.implication(yes.formula, nothing))

    each = p.general(k, p.decide(between(1, k, N), listed_one, elsewhere))
    U, chosen = p.obtain(p.choose(each, "u"), "u")
    s_of, chosen = p.obtain(p.choose(chosen, "s"), "s")
    a, c, e = integer("a"), integer("c"), integer("e")
    E = lam(a, c, S.same(U(a), U(c)))

    def equal(x: Term, y: Term, *facts: tuple[int, Fact]) -> Fact:
        return S.equal(p, x, y, list(facts))

    a, c, e = (p.fresh(name, "int") for name in "ace")
    symmetric = for_all(p, [a, c], E(a)(c), lambda g: equal(U(c), U(a), (-1, g[0])))
    transitive = for_all(p, [a, c, e], conj(E(a)(c), E(c)(e)), lambda g: equal(U(a), U(e), (1, g[0]), (1, g[1])))
    signs = over(p, 1, N, lambda t, at: chosen.apply(t, using=[at]).right.left, "q")

    def unequal(given: list[Fact]) -> Fact:
        *order, related = given
        split = [chosen.apply(t, using=order).right.right for t in (a, c)]

        def clash(same: Fact) -> Fact:
            whole = S.equal(p, v(a), v(c), [(1, split[0]), (-1, split[1]), (1, related)], [(last, same)])
            return p.conflict(whole, different.apply(a, c, using=order))

        return p.refute(s_of(a) == s_of(c), clash)

    apart = for_all(p, [a, c], conj(1 <= a, a < c, c <= N, E(a)(c)), unequal)
    matched = pairing(p).apply(E, s_of, N, using=[count, symmetric, transitive, signs, apart])
    A, B, f, g, h, facts = p.obtain(matched, "A", "B", "f", "g", "h")
    low_A, low_B, sums = facts.left, facts.right.left, facts.right.right.left
    in_f, un_f, in_g, un_g = _rest(facts)
    t = integer("t")
    corners = over(p, 1, A, lambda t, at: chosen.apply(f(t), using=[in_f.apply(t, using=[at])]).left, "t")
    first = p.restate(p.both(corners, un_f), VertexList(lam(t, U(f(t))), A, n, m, b))

    def both_tips(t: Term, *at: Fact) -> list[Fact]:
        first, second, related, opposed = _partners(in_g.apply(t, using=at))
        one, two = chosen.apply(g(t), using=[first]), chosen.apply(h(t), using=[second])
        corner = [vertices.apply(k, using=[w]) for k, w in ((g(t), first), (h(t), second))]
        tips = []
        for way in (1, -1):
            tip = S.combine((1, U(g(t))), (term(way), last))

            def turned(sign_of: Fact, way: int = way, tip: Term = tip) -> Fact:
                mine = (repr(sign_of.formula.args[1]) == "1") == (way == 1)
                source, whole, relation = (0, one, []) if mine else (1, two, [(-1, related)])
                value = s_of(g(t)) if mine else s_of(h(t))
                same = S.equal(p, v(g(t)) if mine else v(h(t)), tip, [(1, whole.right.right), *relation], [(
                    last, p.arith(value == way, sign_of, opposed))])  # fmt: skip
                return vertex_moved(p, S, m + 1, b, corner[source], tip, same)

            tips.append(p.by_cases(one.right.left, turned, turned))
        return [one.left, *tips]

    return A, B, low_A, low_B, sums, first, lam(t, U(g(t))), both_tips, un_g


def one_more_generator(p: Proof) -> Fact:
    """forall m >= 0, F: if every list of vertices of a zonotope of m generators in R^n, n >= 1, is no longer than F(n),
    then one of m + 1 generators is no longer than 2, or F(n), or F(n) + F(n-1) with n >= 2."""
    m, F = p.fresh("m", "int"), p.fresh("F", "int->int")
    n0, N0, b0, v0 = integer("n"), integer("N"), function("b", "int->int->real"), function("v", "int->int->real")
    n, N = p.fresh("n", "int"), p.fresh("N", "int")
    b, v = p.fresh("b", "int->int->real"), p.fresh("v", "int->int->real")
    S = Coordinates(n)

    def bounded(m: Term, claim: Callable[[Term, Term], Term]) -> Term:
        return forall(n0, N0, b0, v0, implies(conj(n0 >= 1, N0 >= 0, VertexList(v0, N0, n0, m, b0)), claim(N0, n0)))

    def longer(N: Term, n: Term) -> Term:
        return either(N <= 2, N <= F(n), conj(n >= 2, N <= F(n) + F(n - 1)))

    def prove(given: list[Fact]) -> Fact:
        above, before = given
        wanted = longer(N, n)
        narrow = thin(p, S, m, above, b)
        mixtures = convex(p, Coordinates(term(1)), m + 1, p.arith(m + 1 >= 0, above), b)

        def one_more(given: list[Fact]) -> Fact:
            dimension, count, listed = given
            vertices, different = p.open_definition(listed).split()
            zero = S.same(b(m + 1), S.combine((0, b(m + 1))))

            def flat(yes: Fact) -> Fact:
                corners = over(p, 1, N, lambda t, at: without_zero(
                    p, S, m, above, b, yes, vertices.apply(t, using=[at])), "t")  # fmt: skip
                shorter = p.restate(p.both(corners, different), VertexList(v, N, n, m, b))
                return p.or_intro(wanted, before.apply(n, N, b, v, using=[dimension, count, shorter]))

            def line(is_one: Fact) -> Fact:
                hole = p.fresh("q", "int")
                on_line = transport(p, lam(hole, VertexList(v, N, hole, m + 1, b)), is_one, listed)
                return p.or_intro(wanted, on_a_line(p, m + 1, b, mixtures, N, v, on_line))

            def cut(no: Fact) -> Fact:
                k0 = p.fresh("k", "int")
                there = exists(k0, conj(between(1, k0, n), negation(b(m + 1)(k0) == 0)))

                def hidden(none: Fact) -> Fact:
                    def coordinate(j: Term, at: Fact) -> Fact:
                        value = p.absurd(b(m + 1)(j) == 0, lambda bad: p.conflict(
                            p.witness(there, j, p.both(at, bad)), none))  # fmt: skip
                        return p.arith(b(m + 1)(j) == 0 * b(m + 1)(j), value)

                    return p.conflict(p.restate(over(p, 1, n, coordinate, "j"), zero), no)

                def higher(yes: Fact) -> Fact:
                    mark = p.opened
                    k, pivot = p.obtain(p.absurd(there, hidden), "k")
                    projection = Projection(p, n, m, b, k, pivot.left.split(), pivot.right, above)
                    A, B, low_A, low_B, sums, first, w, tips, unlike_w = halves(
                        p, n, m, above, b, N, count, v, listed, no)  # fmt: skip
                    t = p.fresh("t", "int")
                    flattened = lam(t, projection.of(w(t)))
                    second = _projected(p, projection, narrow, B, w, tips, unlike_w, flattened)
                    at_most_A = before.apply(n, A, b, first.formula.args[0], using=[dimension, low_A, first])
                    at_most_B = before.apply(n - 1, B, projection.generators, flattened, using=[
                        p.arith(n - 1 >= 1, yes), low_B, second])  # fmt: skip
                    both = p.both(yes, p.arith(N <= F(n) + F(n - 1), at_most_A, at_most_B, sums))
                    return p.close(p.or_intro(wanted, both), mark)

                return p.decide(n >= 2, higher, lambda no: line(p.arith(n == 1, dimension, no)))

            return p.decide(zero, flat, cut)

        return for_all(p, [n, N, b, v], conj(n >= 1, N >= 0, VertexList(v, N, n, m + 1, b)), one_more)

    return for_all(p, [m, F], conj(0 <= m, bounded(m, lambda N, n: N <= F(n))), prove)


def vertices_bounded(p: Proof) -> Fact:
    """forall m >= 1: for n >= 1, N >= 0, b, v: N vertices in R^n have N <= 2 (C(m-1, 0) + ... + C(m-1, n-1))."""
    n0, N0, b0, v0 = integer("n"), integer("N"), function("b", "int->int->real"), function("v", "int->int->real")
    pascal, one = pascal_sums(p), one_generator_sum(p)
    positive, more = sums_nonnegative(p, pascal), one_more_generator(p)

    def claim(m: Term, bound: Callable[[Term], Term] | None = None) -> Term:
        limit = 2 * half_regions(m, n0) if bound is None else bound(n0)
        return forall(n0, N0, b0, v0, implies(conj(n0 >= 1, N0 >= 0, VertexList(v0, N0, n0, m, b0)), N0 <= limit))

    def grown(m: Term, above: Fact, F: Term, before: Fact, top: Term, at_least_two: Callable[[Term, Fact], Fact],
              smaller: Callable[[Term, Fact], list[Fact]]) -> Fact:  # fmt: skip
        """claim(top) for top = m + 1, from the bounds F(n) for m."""
        n, N = p.fresh("n", "int"), p.fresh("N", "int")
        b, v = p.fresh("b", "int->int->real"), p.fresh("v", "int->int->real")
        known = more.apply(m, F, using=[above, before])

        def prove(given: list[Fact]) -> Fact:
            dimension, count, listed = given
            hole = p.fresh("q", "int")
            moved = transport(p, lam(hole, VertexList(v, N, n, hole, b)), p.ring(top, m + 1), listed)
            facts = [at_least_two(n, dimension), *smaller(n, dimension)]
            return p.by_cases(known.apply(n, N, b, v, using=[dimension, count, moved]), *[lambda f: p.arith(
                N <= 2 * half_regions(top, n), *facts, f)] * 3)  # fmt: skip

        return for_all(p, [n, N, b, v], conj(n >= 1, N >= 0, VertexList(v, N, n, top, b)), prove)

    def alone() -> Fact:
        n, N = p.fresh("n", "int"), p.fresh("N", "int")
        b, v = p.fresh("b", "int->int->real"), p.fresh("v", "int->int->real")
        S = Coordinates(n)

        def alike(x: Fact, y: Fact) -> Fact:
            origins = [empty_zonotope(p, S, b, p.open_definition(f).left) for f in (x, y)]
            return S.equal(p, x.formula.args[0], y.formula.args[0], [(1, origins[0]), (-1, origins[1])])

        return for_all(p, [n, N, b, v], conj(n >= 1, N >= 0, VertexList(v, N, n, 0, b)),
                       lambda given: at_most_one(p, N, given[2], alike))  # fmt: skip

    at_least_one = sums_at_least_one(p, pascal, positive)
    first = term(1)
    base = grown(term(0), p.arith(term(0) >= 0), lam(q, first), alone(), first,
                 lambda n, low: one.apply(n, using=[low]), lambda n, low: [])  # fmt: skip

    def step(m: Term, some: Fact, here: Fact) -> Fact:
        return grown(m, p.arith(m >= 0, some), lam(q, 2 * half_regions(m, q)), here, m + 1,
                     lambda n, low: at_least_one.apply(m + 1, n, using=[some, low]),
                     lambda n, low: [pascal.apply(m, n, using=[some, low]),
                                     positive.apply(m, n - 1, using=[some, low])])  # fmt: skip

    return p.induction("m", 1, claim, base, step)


def _projected(p: Proof, projection: Projection, narrow: Fact, B: Term, w: Term, tips: Callable[..., list[Fact]],
               unlike_w: Fact, flattened: Term) -> Fact:  # fmt: skip
    """The projections of the w(t) are B different vertices of the projected zonotope."""
    S, T, m, b = projection.above, projection.below, projection.m, projection.b
    half = term("1/2")

    def corner(t: Term, at: Fact) -> Fact:
        facts = tips(t, at)
        u, in_u = w(t), p.open_definition(facts[0]).left

        def prove(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            (high_y, over_y), (high_z, over_z) = projection.lift(in_y), projection.lift(in_z)
            at_y, at_z = high_y.formula.args[0], high_z.formula.args[0]
            twice, pair = S.combine((2, u)), S.combine((1, at_y), (1, at_z))
            same = projection.equal(projection.of(twice), projection.of(pair), [
                (-1, over_y), (-1, over_z), (-1, middle)])  # fmt: skip
            r, moved_by = projection.difference(twice, pair, same)
            halfway = S.equal(p, pair, S.combine((2, u), (2 * (half * r), b(m + 1))), [(1, moved_by)])
            equal = narrow.apply(u, at_y, at_z, half * r, using=[in_u, high_y, high_z, *facts[1:], halfway])
            return projection.equal(y, z, [(-1, over_y), (1, over_z)], [(1, equal)])

        return is_vertex(p, T, projection.member(in_u), prove)

    s, t = p.fresh("s", "int"), p.fresh("t", "int")

    def distinct(given: list[Fact]) -> Fact:
        def clash(same: Fact) -> Fact:
            one, two = tips(s, *given, p.arith(s <= B, *given)), tips(t, *given, p.arith(1 <= t, *given))
            in_one, in_two = (p.open_definition(f[0]).left for f in (one, two))
            r, moved_by = projection.difference(w(s), w(t), same)
            halfway = S.equal(p, S.combine((1, w(s)), (1, w(t))), S.combine(
                (2, w(s)), (2 * (half * r), b(m + 1))), [(1, moved_by)])  # fmt: skip
            equal = narrow.apply(w(s), w(s), w(t), half * r, using=[in_one, in_two, *one[1:], halfway])
            return p.conflict(equal, unlike_w.apply(s, t, using=given))

        return p.refute(T.same(flattened(s), flattened(t)), clash)

    apart = for_all(p, [s, t], conj(1 <= s, s < t, t <= B), distinct)
    return p.restate(p.both(over(p, 1, B, corner, "t"), apart),
                     VertexList(flattened, B, projection.n - 1, m, projection.generators))  # fmt: skip
