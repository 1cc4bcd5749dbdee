"""The faces of a zonotope in R^n: finitely many linear inequalities cut it out.

That of no generators is cut out by coordinates, and where a generator v is added, the coefficient t of it is eliminated
(Fourier and Motzkin) from the inequalities <a, y - t v> <= c, t <= 1 and -t <= 1.
"""

from collections.abc import Callable
from typing import Any

from numerics.derive import Fact, Proof, SearchFailed
from numerics.lemmas import over, transport, under
from numerics.sums import equal_sums, once, sums_linear
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    false,
    floor,
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
from theorems.mukherjee2020.deep_nets import pick
from theorems.mukherjee2020.maxima import greatest_exists
from theorems.mukherjee2020.ranks import single_term
from theorems.mukherjee2020.zonotope_geometry import Coordinates, down, empty_zonotope, is_member, moved, up
from theorems.mukherjee2020.zonotopes import PointOfZonotope

POINT = "int->real"
i, j, k, N = (integer(name) for name in "ijkN")
y, t, p = function("y", POINT), real("t"), vector("p")


def inner(a: Term, y: Term, n: Term) -> Term:
    """<a, y> in R^n."""
    return total(j, 1, n, a(j) * y(j))


def satisfies(n: Term, y: Term, a: Term, c: Term, N: Term) -> Term:
    """y satisfies <a(i), y> <= c(i) for 1 <= i <= N."""
    return every(i, 1, N, inner(a(i), y, n) <= c(i))


def faced(n: Term, m: Term, b: Term) -> Term:
    """The zonotope of b(1), ..., b(m) in R^n consists of the solutions of finitely many inequalities."""
    a, c = function("a", "int->int->real"), function("c", POINT)
    member, cut = PointOfZonotope(y, n, m, b), satisfies(n, y, a, c, N)
    return exists(N, a, c, conj(N >= 0, forall(y, conj(implies(member, cut), implies(cut, member)))))


def linear_sum(pf: Proof, n: Term, some: Fact, whole: Term, alpha: Any, f: Term, beta: Any, g: Term,
               each: Callable[[Term, Fact, Fact], Fact] | None = None) -> Fact:  # fmt: skip
    """The sum of whole(j), 1 <= j <= n, is alpha times that of f(j) plus beta times that of g(j); ``each`` proves it
    for one j, if it is no identity, and ``some`` is n >= 1."""
    alpha, beta = term(alpha), term(beta)
    mixed = lam(j, alpha * f(j) + beta * g(j))
    equal = equal_sums(pf, term(1), n, whole, mixed, each or (lambda q, *_: pf.ring(whole(q), mixed(q))))
    sums = sums_linear(pf).apply(1, n, f, g, alpha, beta, using=[pf.arith(term(1) <= n + 1, some)])
    return pf.arith(total(j, 1, n, whole(j)) == alpha * total(j, 1, n, f(j)) + beta * total(j, 1, n, g(j)), equal, sums)


def products(a: Term, y: Term) -> Term:
    """The summands of <a, y>."""
    return lam(j, a(j) * y(j))


def paired(pf: Proof, n: Term, some: Fact, a: Term, equal: Fact, alpha: Any, u: Term, beta: Any, v: Term) -> Fact:
    """<a, x> = alpha <a, u> + beta <a, v>, from the fact that x and alpha u + beta v are the same point."""
    x, alpha, beta = equal.formula.args[1], term(alpha), term(beta)
    at = pf.open_definition(equal)
    return linear_sum(pf, n, some, products(a, x), alpha, products(a, u), beta, products(a, v), lambda q, low, high: (
        pf.arith(a(q) * x(q) == alpha * (a(q) * u(q)) + beta * (a(q) * v(q)), at.apply(q, using=[low, high]),
                 multipliers=[a(q)])))  # fmt: skip


@once
def maxima_exist(pf: Proof) -> Fact:
    """For all f and m >= 1 some t is the largest of f(1), ..., f(m)."""
    f, m, somewhere = pf.fresh("f", "int->real"), pf.fresh("m", "int"), pf.fresh("p", "V")
    many, mark = pf.assume(m >= 1), pf.opened
    g, largest = pf.obtain(greatest_exists(pf).apply(lam(i, p, f(i)), m, using=[many]), "g")
    wanted = exists(t, conj(every(i, 1, m, f(i) <= t), some(i, 1, m, t == f(i))))
    fact = pf.close(pf.witness(wanted, g(somewhere), pf.open_definition(largest)(somewhere)), mark)
    return pf.general(f, m, pf.implication(many.formula, fact))


@once
def combined_bounds(pf: Proof) -> Fact:
    """For all numbers: if bp >= 0 and bq <= 0, then bp t + dp <= cp and bq t + dq <= cq give bp dq - bq dp <= bp cq -
    bq cp; and this gives the first one back where bq < 0 and -bq t = dq - cq."""
    bp, bq, dp, dq, cp, cq, t = (pf.fresh(name, "real") for name in ("b", "b", "d", "d", "c", "c", "t"))
    joined = bp * dq - bq * dp <= bp * cq - bq * cp
    one = conj(bp >= 0, bq <= 0, bp * t + dp <= cp, bq * t + dq <= cq)

    def forth(given: Fact) -> Fact:
        up_, down_, first, second = given.split()
        return pf.arith(joined, pf.arith(bp * (cq - (bq * t + dq)) >= 0, second, up_), pf.arith(
            -bq * (cp - (bp * t + dp)) >= 0, first, down_))  # fmt: skip

    other = conj(bp >= 0, bq < 0, -bq * t == dq - cq, joined)

    def back(given: Fact) -> Fact:
        _, down_, equal, known = given.split()
        product = pf.arith(-bq * (cp - (bp * t + dp)) >= 0, known, equal, multipliers=[bp])
        return pf.arith(bp * t + dp <= cp, product, down_)

    return pf.general(bp, bq, dp, dq, cp, cq, t, pf.both(under(pf, one, forth), under(pf, other, back)))


class Elimination:
    """The inequalities beta(i) t + <A(i), y> <= C(i), 1 <= i <= K = N + 2, which say that <a(i), y - t v> <= c(i) for
    i <= N, t <= 1 and -t <= 1; and the K^2 ones, <first(k), y> <= level(k), that are left when t is eliminated: one for
    each pair of inequalities with beta(i) >= 0 and beta(j) <= 0. ``count`` is N >= 0."""

    def __init__(self, pf: Proof, n: Term, some: Fact, N: Term, a: Term, c: Term, v: Term, count: Fact) -> None:
        self.pf, self.n, self.some, self.N, self.a, self.count = pf, n, some, N, a, count
        self.K = N + 2
        self.beta = lam(i, where(i <= N, -inner(a(i), v, n), where(i <= N + 1, 1, -1)))
        self.A, self.C = lam(i, j, where(i <= N, a(i)(j), 0)), lam(i, where(i <= N, c(i), 1))
        beta = self.beta
        self.switch = lam(i, k, where(conj(beta(i) >= 0, beta(k) <= 0), 1, 0))
        normal = lam(i, k, j, self.switch(i)(k) * (beta(i) * self.A(k)(j) - beta(k) * self.A(i)(j)))
        level = lam(i, k, self.switch(i)(k) * (beta(i) * self.C(k) - beta(k) * self.C(i)))
        self.normal, self.right = normal, level
        self.block = lam(k, floor((k - 1) / self.K))
        self.first = lam(k, j, normal(self.block(k) + 1)(k - self.block(k) * self.K)(j))
        self.level = lam(k, level(self.block(k) + 1)(k - self.block(k) * self.K))

    def bound(self, q: Term, t: Term, y: Term) -> Term:
        """Inequality q."""
        return self.beta(q) * t + self.height(q, y) <= self.C(q)

    def height(self, q: Term, y: Term) -> Term:
        """<A(q), y>."""
        return inner(self.A(q), y, self.n)

    def pair(self, y: Term, p: Term, q: Term) -> Term:
        """The inequality for the pair p, q, multiplied by 0 unless beta(p) >= 0 and beta(q) <= 0."""
        return inner(self.normal(p)(q), y, self.n) <= self.right(p)(q)

    def parts(self, q: Term, y: Term, *facts: Fact) -> list[Fact]:
        """What beta(q), <A(q), y> and C(q) are, where the facts say in which of the three ranges q is."""
        pf, a = self.pf, self.a(q)
        A = self.A(q)
        try:
            rule, side, share = "if_true", pf.arith(q <= self.N, *facts), 1
        except SearchFailed:
            rule, side, share = "if_false", pf.arith(negation(q <= self.N), *facts), 0
        normal = linear_sum(pf, self.n, self.some, products(A, y), share, products(a, y), 0, products(a, y), (
            lambda r, *_: pf.arith(A(r) * y(r) == share * (a(r) * y(r)) + 0 * (a(r) * y(r)), pf.lemma(
                rule, *A(r).args, using=[side]), multipliers=[y(r)])))  # fmt: skip
        return [pick(pf, self.beta(q), *facts), normal, pick(pf, self.C(q), *facts)]

    def each(self, t: Term, y: Term, inner: Callable[[Term, Fact], Fact], low: Fact, high: Fact) -> Fact:
        """All inequalities, from -1 <= t, t <= 1 and ``inner(q, 1 <= q <= N)``: <a(q), y> - t <a(q), v> <= c(q)."""
        pf = self.pf

        def one(q: Term, place: Fact) -> Fact:
            goal = self.bound(q, t, y)

            def of(*facts: Fact, known: Fact) -> Fact:
                return pf.arith(goal, *self.parts(q, y, *facts), known, multipliers=[t, 1])

            def later(no: Fact) -> Fact:
                return pf.decide(q <= self.N + 1, lambda yes: of(no, yes, known=high), lambda also: of(
                    no, also, known=low))  # fmt: skip

            return pf.decide(q <= self.N, lambda yes: of(yes, known=inner(q, pf.both(pf.arith(
                1 <= q, place), yes))), later)  # fmt: skip

        return over(pf, 1, self.K, one)

    def forth(self, t: Term, y: Term, bounds: Fact) -> Fact:
        """The K^2 inequalities for y, from the K ones for t and y."""
        pf, K = self.pf, self.K
        positive = pf.arith(K > 0, self.count)
        inverse = pf.lemma("inverse", K, using=[positive])

        def one(r: Term, place: Fact) -> Fact:
            block = self.block(r)
            part = pf.lemma("floor", (r - 1) / K)
            whole = pf.arith(K * ((r - 1) / K) == r - 1, inverse, multipliers=[r - 1])
            low = pf.arith(block * K <= r - 1, pf.arith(K * ((r - 1) / K - block) >= 0, part, positive), whole)
            high = pf.arith(r - 1 < (block + 1) * K, pf.arith(K * (block + 1 - (r - 1) / K) > 0, part, positive), whole)
            p_low = pf.absurd(block >= 0, lambda no: pf.arith(false, pf.arith((block + 1) * K <= 0, pf.arith(
                block + 1 <= 0, no), positive), high, place))  # fmt: skip
            p_high = pf.absurd(block + 1 <= K, lambda no: pf.arith(false, pf.arith(K * K <= block * K, pf.arith(
                K <= block, no), positive), low, place))  # fmt: skip
            p, q = block + 1, r - block * K
            of_p = bounds.apply(p, using=[pf.arith(1 <= p, p_low), p_high])
            of_q = bounds.apply(q, using=[pf.arith(1 <= q, low), pf.arith(q <= K, high)])
            goal = inner(self.first(r), y, self.n) <= self.level(r)
            switch = self.switch(p)(q)

            def on(yes: Fact) -> Fact:
                known = self.joined(p, q, t, y).left.apply(using=[yes.left, yes.right, of_p, of_q])
                unit = pf.lemma("if_true", *switch.args, using=[yes])
                return self.scaled(p, q, y, goal, unit, known)

            def off(no: Fact) -> Fact:
                return self.scaled(p, q, y, goal, pf.lemma("if_false", *switch.args, using=[no]), None)

            return pf.decide(switch.args[0], on, off)

        return over(pf, 1, K * K, one)

    def joined(self, p: Term, q: Term, t: Term, y: Term) -> Fact:
        """:func:`combined_bounds` for the inequalities p and q."""
        return combined_bounds(self.pf)(self.beta(p), self.beta(q), self.height(p, y), self.height(q, y), self.C(p),
                                        self.C(q), t)  # fmt: skip

    def scaled(self, p: Term, q: Term, y: Term, goal: Term, switch: Fact, known: Fact | None) -> Fact:
        """The goal, s <..., y> <= s (...), from s = 1 and what it says without s, or from s = 0."""
        pf = self.pf
        left = self.beta(p) * self.height(q, y) - self.beta(q) * self.height(p, y)
        right = self.beta(p) * self.C(q) - self.beta(q) * self.C(p)
        s = self.switch(p)(q)
        plain = pf.arith(s * left <= s * right, *([known] if known else []), switch, multipliers=[left, right])
        return pf.arith(goal, plain, self.spread(p, q, y))

    def spread(self, p: Term, q: Term, y: Term) -> Fact:
        """<s (beta(p) A(q) - beta(q) A(p)), y> in terms of <A(q), y> and <A(p), y>."""
        s = self.switch(p)(q)
        return linear_sum(self.pf, self.n, self.some, products(self.normal(p)(q), y), s * self.beta(p), products(
            self.A(q), y), -s * self.beta(q), products(self.A(p), y))  # fmt: skip

    def single(self, p: Term, q: Term, y: Term, rows: Fact, place: list[Fact], up_: Fact, down_: Fact) -> Fact:
        """beta(p) <A(q), y> - beta(q) <A(p), y> <= beta(p) C(q) - beta(q) C(p), from the K^2 inequalities ``rows``;
        ``place`` are 1 <= p <= K and 1 <= q <= K, then beta(p) >= 0 and beta(q) <= 0."""
        pf, K = self.pf, self.K
        r = (p - 1) * K + q
        positive = pf.arith(K > 0, self.count)
        before = pf.arith((p - 1) * K >= 0, *place, positive)
        last = pf.arith((p - 1) * K <= (K - 1) * K, *place, positive)
        row = rows.apply(r, using=[pf.arith(1 <= r, before, *place), pf.arith(r <= K * K, last, *place)])
        inverse = pf.lemma("inverse", K, using=[positive])
        part, whole = pf.lemma("floor", (r - 1) / K), pf.arith(K * ((r - 1) / K) == r - 1, inverse, multipliers=[r - 1])
        near = pf.arith(p - 1 <= (r - 1) / K, pf.arith(K * ((r - 1) / K - (p - 1)) >= 0, whole, *place), positive)
        far = pf.arith((r - 1) / K < p, pf.arith(K * (p - (r - 1) / K) > 0, whole, *place), positive)
        block = pf.arith(self.block(r) == p - 1, part, near, far)
        n = integer("n")
        row = transport(pf, lam(n, self.pair(y, n + 1, r - n * K)), block, row)
        row = transport(pf, lam(n, self.pair(y, n, r - (p - 1) * K)), pf.ring(p - 1 + 1, p), row)
        row = transport(pf, lam(n, self.pair(y, p, n)), pf.ring(r - (p - 1) * K, q), row)
        switch = pf.lemma("if_true", *self.switch(p)(q).args, using=[pf.both(up_, down_)])
        left = self.beta(p) * self.height(q, y) - self.beta(q) * self.height(p, y)
        right = self.beta(p) * self.C(q) - self.beta(q) * self.C(p)
        s = self.switch(p)(q)
        row = pf.arith(s * left <= s * right, row, self.spread(p, q, y))
        return pf.arith(left <= right, row, switch, multipliers=[left, right])

    def back(self, y: Term, rows: Fact) -> tuple[Term, Fact]:
        """Some t that satisfies the K inequalities with y, from the K^2 ones: the largest that an inequality with
        beta(q) < 0 demands. Opens it."""
        pf, K, beta = self.pf, self.K, self.beta
        demand = lam(i, where(beta(i) < 0, (self.height(i, y) - self.C(i)) * (1 / -beta(i)), -1))
        t, found = pf.obtain(maxima_exist(pf).apply(demand, K, using=[pf.arith(K >= 1, self.count)]), "t")
        most, attained = found.left, found.right
        sharp = exists(i, conj(1 <= i, i <= K, beta(i) < 0, -beta(i) * t == self.height(i, y) - self.C(i)))

        def reached(q: Term, less: Fact) -> Fact:
            """-beta(q) demand(q) = <A(q), y> - C(q), where beta(q) < 0."""
            inverse = pf.lemma("inverse", -beta(q), using=[pf.arith(-beta(q) > 0, less)])
            value = pf.lemma("if_true", *demand(q).args, using=[less])
            return pf.arith(-beta(q) * demand(q) == self.height(q, y) - self.C(q), value, inverse, multipliers=[
                beta(q), self.height(q, y) - self.C(q)])  # fmt: skip

        q, at = pf.obtain(attained, "i")

        def here(less: Fact) -> Fact:
            equal = pf.arith(-beta(q) * t == self.height(q, y) - self.C(q), reached(q, less), at.right,
                             multipliers=[beta(q)])  # fmt: skip
            return pf.witness(sharp, q, pf.both(pf.arith(1 <= q, at.left), pf.arith(q <= K, at.left), less, equal))

        def last(no: Fact) -> Fact:
            low = pf.arith(t == -1, at.right, pf.lemma("if_false", *demand(q).args, using=[no]))
            parts = self.parts(K, y, pf.arith(K == self.N + 2))
            equal = pf.arith(-beta(K) * t == self.height(K, y) - self.C(K), *parts, low, multipliers=[t])
            return pf.witness(sharp, K, pf.both(pf.arith(1 <= K, self.count), pf.arith(K <= K), pf.arith(
                beta(K) < 0, parts[0]), equal))  # fmt: skip

        q, facts = pf.obtain(pf.decide(beta(q) < 0, here, last), "i")
        low, high, less, equal = facts.split()

        def one(p: Term, place: Fact) -> Fact:
            goal = self.bound(p, t, y)

            def negative(yes: Fact) -> Fact:
                enough = pf.arith(-beta(p) * (t - demand(p)) >= 0, most.apply(p, using=[place]), yes)
                return pf.arith(goal, enough, reached(p, yes))

            def other(no: Fact) -> Fact:
                up_ = pf.arith(beta(p) >= 0, no)
                known = self.single(p, q, y, rows, [place.left, place.right, low, high], up_, pf.arith(
                    beta(q) <= 0, less))  # fmt: skip
                return self.joined(p, q, t, y).right.apply(using=[up_, less, equal, known])

            return pf.decide(beta(p) < 0, negative, other)

        return t, over(pf, 1, K, one)


@once
def zonotopes_have_faces(pf: Proof) -> Fact:
    """For all n >= 1 and b the zonotope of b(1), ..., b(m) in R^n, m >= 0, consists of the solutions of finitely many
    inequalities."""
    n, b = pf.fresh("n", "int"), pf.fresh("b", "int->int->real")
    some, S = pf.assume(n >= 1), Coordinates(n)

    def base() -> Fact:
        unit = lam(i, j, where(j == i, 1, 0))
        a, c = lam(i, j, where(i <= n, unit(i)(j), -unit(i - n)(j))), lam(i, 0 * i)
        u = pf.fresh("y", POINT)

        def flat(inside: Fact) -> Fact:
            at = pf.open_definition(empty_zonotope(pf, S, b, inside))

            def level(q: Term, _: Fact) -> Fact:
                f = products(a(q), u)
                none = linear_sum(pf, n, some, f, 0, f, 0, f, lambda r, low, high: pf.arith(
                    f(r) == 0 * f(r) + 0 * f(r), at.apply(r, using=[low, high]), multipliers=[a(q)(r)]))  # fmt: skip
                return pf.arith(inner(a(q), u, n) <= c(q), none)

            return over(pf, 1, n + n, level)

        def coordinate(q: Term, low: Fact, high: Fact) -> Fact:
            """<unit(q), u> = u(q)."""
            f = products(unit(q), u)
            alone = single_term(pf, q, n - 1, f, low, pf.arith(q <= n - 1 + 1, high), lambda r, other: pf.arith(
                f(r) == 0, pf.lemma("if_false", *unit(q)(r).args, using=[other]), multipliers=[u(r)]))  # fmt: skip
            here = pf.arith(f(q) == u(q), pf.lemma("if_true", *unit(q)(q).args), multipliers=[u(q)])
            return pf.arith(inner(unit(q), u, n) == u(q), pf.rewrite(alone, pf.ring(n - 1 + 1, n)), here)

        def only_origin(rows: Fact) -> Fact:
            weights, at = lam(i, 0 * i), S.combine((0, b(0)))

            def zero(q: Term, place: Fact) -> Fact:
                low, high = place.left, place.right
                one = coordinate(q, low, high)
                f, g = products(unit(q), u), products(a(q + n), u)
                index = pf.ring(q + n - n, q)
                first = linear_sum(pf, n, some, products(a(q), u), 1, f, 0, f, lambda r, *_: pf.arith(
                    a(q)(r) * u(r) == 1 * f(r) + 0 * f(r), pf.lemma("if_true", *a(q)(r).args, using=[high]),
                    multipliers=[u(r)]))  # fmt: skip
                past = pf.arith(negation(q + n <= n), low)
                second = linear_sum(pf, n, some, g, -1, f, 0, f, lambda r, *_: pf.arith(
                    g(r) == -1 * f(r) + 0 * f(r), pf.lemma("if_false", *a(q + n)(r).args, using=[past]), pf.congruent(
                        lam(i, unit(i)(r)), index), multipliers=[u(r)]))  # fmt: skip
                above = rows.apply(q, using=[low, pf.arith(q <= n + n, high, some)])
                below = rows.apply(q + n, using=[pf.arith(1 <= q + n, low, some), pf.arith(q + n <= n + n, high)])
                return pf.arith(at(q) == u(q), pf.arith(u(q) <= 0, above, first, one), pf.arith(
                    u(q) >= 0, below, second, one))  # fmt: skip

            nothing = over(pf, 1, term(0), lambda q, place: pf.anything(between(-1, weights(q), 1), pf.arith(
                false, place)))  # fmt: skip
            inside = is_member(pf, S, at, term(0), b, weights, nothing, S.equal(pf, at, S.sum(term(0), weights, b), [
                (-1, S.no_sum(pf, weights, b))]))  # fmt: skip
            return moved(pf, S, term(0), b, inside, u, pf.restate(over(pf, 1, n, zero, "j"), S.same(at, u)))

        both = pf.both(under(pf, S.member(u, 0, b), flat), under(pf, satisfies(n, u, a, c, n + n), only_origin))
        return pf.witness(faced(n, term(0), b), n + n, a, c, pf.both(pf.arith(n + n >= 0, some), pf.general(u, both)))

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        N, a, c, facts = pf.obtain(here, "N", "a", "c")
        count, cut = facts.left, facts.right
        v, u = b(m + 1), pf.fresh("y", POINT)
        way = Elimination(pf, n, some, N, a, c, v, count)

        def forth(inside: Fact) -> Fact:
            mark = pf.opened
            w, t, member, bounds, equation = down(pf, S, m, low, b, inside)
            known = cut(w).left.apply(using=[member])
            each = way.each(t, u, lambda q, place: pf.arith(
                inner(a(q), u, n) - t * inner(a(q), v, n) <= c(q), known.apply(q, using=[place]), paired(
                    pf, n, some, a(q), equation, 1, w, t, v)), bounds.left, bounds.right)  # fmt: skip
            return pf.close(way.forth(t, u, each), mark)

        def back(rows: Fact) -> Fact:
            mark = pf.opened
            t, each = way.back(u, rows)
            w = S.combine((1, u), (-t, v))

            def face(q: Term, place: Fact) -> Fact:
                known = each.apply(q, using=[pf.arith(1 <= q, place), pf.arith(q <= way.K, place)])
                shifted = linear_sum(pf, n, some, products(a(q), w), 1, products(a(q), u), -t, products(a(q), v))
                return pf.arith(inner(a(q), w, n) <= c(q), known, shifted, *way.parts(q, u, place), multipliers=[t, 1])

            member = cut(w).right.apply(using=[over(pf, 1, N, face)])
            ends = [each.apply(q, using=[pf.arith(1 <= q, count), pf.arith(q <= way.K)]) for q in (N + 1, N + 2)]
            sides = [[*way.parts(q, u, pf.arith(q == q)), known] for q, known in zip((N + 1, N + 2), ends, strict=True)]
            top = pf.arith(t <= 1, *sides[0], multipliers=[t, 1])
            bottom = pf.arith(-1 <= t, *sides[1], multipliers=[t, 1])
            return pf.close(up(pf, S, m, low, b, member, t, bottom, top, u, S.equal(pf, u, S.combine(
                (1, w), (t, v)))), mark)  # fmt: skip

        K = way.K
        both = pf.both(under(pf, S.member(u, m + 1, b), forth), under(pf, satisfies(
            n, u, way.first, way.level, K * K), back))  # fmt: skip
        size = pf.arith(K * K >= 0, pf.arith(K >= 0, count))
        return pf.witness(faced(n, m + 1, b), K * K, way.first, way.level, pf.both(size, pf.general(u, both)))

    fact = pf.induction("m", 0, lambda m: faced(n, m, b), base, step)
    return pf.general(n, b, pf.implication(some.formula, fact))
