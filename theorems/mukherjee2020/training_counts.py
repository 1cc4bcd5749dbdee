"""How many partitions of points a hyperplane can make, and how many guesses Algorithm 1 goes through: derivations.

A partition of D points of R^n is a vertex of the zonotope of the vectors (x(j), 1) of R^(n+1): the sum of these
vectors, with sign 1 for the points on the positive side and -1 for the others.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, once, sums_linear, sums_scaled, sums_swapped
from numerics.terms import (
    Term,
    conj,
    define,
    every,
    false,
    forall,
    iff,
    implies,
    integer,
    lam,
    negation,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.training import Input, Partition
from theorems.mukherjee2020.vertex_counts import (
    half_regions,
    one_dimension_sum,
    one_generator_sum,
    pascal_sums,
    vertices_bounded,
)
from theorems.mukherjee2020.zonotope_geometry import Coordinates, coefficients, for_all, is_member, is_vertex
from theorems.mukherjee2020.zonotopes import VertexList

i, j, k, s, t = (integer(name) for name in "ijkst")


@define
def PartitionList(P: "int->int->bool", N: "int", x: "int->int->real", n: "int", D: "int") -> Term:
    """P(1), ..., P(N) are different partitions of x(1), ..., x(D) by hyperplanes."""
    return conj(every(t, 1, N, Partition(P(t), x, n, D)), every(s, 1, N, every(t, s + 1, N, some(j, 1, D, negation(iff(
        P(s)(j), P(t)(j)))))))  # fmt: skip


@once
def zero_summands(p: Proof) -> Fact:
    """forall f: forall m >= 0: if f(j) <= 0 for 1 <= j <= m and f(1) + ... + f(m) = 0, then all of these are 0."""
    f = p.fresh("f", "int->real")
    low = lambda m: every(j, 1, m, f(j) <= 0)  # noqa: E731

    def claim(m: Term) -> Term:
        whole = total(j, 1, m, f(j))
        return implies(low(m), conj(whole <= 0, implies(whole == 0, every(j, 1, m, f(j) == 0))))

    def start() -> Fact:
        zero = term(0)
        premise = p.assume(low(zero))
        empty = p.lemma("sum_empty", 1, 0, lam(j, f(j)))
        none = p.assume(total(j, 1, zero, f(j)) == 0)
        vacuous = over(p, 1, zero, lambda j, at: p.anything(f(j) == 0, p.arith(false, at)), "j")
        return p.implication(premise.formula, p.both(p.arith(total(j, 1, zero, f(j)) <= 0, empty), p.implication(
            none.formula, vacuous)))  # fmt: skip

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        premise = p.assume(low(m + 1))
        fewer = over(p, 1, m, lambda j, at: premise.apply(j, using=[at]), "j")
        before = p.modus_ponens(here, fewer)
        last = premise.apply(m + 1, using=[above])
        longer = p.lemma("sum_step", 1, m, lam(j, f(j)), using=[above])
        whole = total(j, 1, m + 1, f(j))
        none = p.assume(whole == 0)
        old = p.modus_ponens(before.right, p.arith(total(j, 1, m, f(j)) == 0, before.left, last, longer, none))
        new = p.arith(f(m + 1) == 0, before.left, last, longer, none)

        def each(j: Term, at: Fact) -> Fact:
            return p.decide(j <= m, lambda yes: old.apply(j, using=[at, yes]), lambda no: p.arith(
                f(j) == 0, new, p.congruent(f, p.arith(j == m + 1, no, at))))  # fmt: skip

        return p.implication(premise.formula, p.both(p.arith(whole <= 0, before.left, last, longer), p.implication(
            none.formula, over(p, 1, m + 1, each, "j"))))  # fmt: skip

    return p.general(f, p.induction("m", 0, claim, start, step))


def lifted(x: Term, n: Term) -> Term:
    """The vectors (x(j), 1) of R^(n+1)."""
    return lam(j, k, where(k <= n, x(j)(k), 1))


def sides(P: Term) -> Term:
    """1 for the points in P, -1 for the others."""
    return lam(j, where(P(j), 1, -1))


class Sides:
    """A partition P of D points by a hyperplane; ``cut`` is CutBy(P, c, d, x, n, D), n >= 1 and D >= 1."""

    def __init__(self, p: Proof, P: Term, c: Term, d: Term, x: Term, n: Term, D: Term, cut: Fact, dimension: Fact,
                 points: Fact) -> None:  # fmt: skip
        self.p, self.P, self.c, self.d, self.x, self.n, self.D = p, P, c, d, x, n, D
        self.cut, self.dimension, self.points = p.open_definition(cut), dimension, points
        self.b, self.e = lifted(x, n), sides(P)

    def side(self, j: Term, at: Fact, prove: Callable[[bool, Fact, Fact], Fact]) -> Fact:
        """``prove(in P?, the sign of <c, x(j)> + d, e(j) = 1 or -1)``."""
        p, known = self.p, self.cut.apply(j, using=[at])
        height = Input(self.c, self.d, self.x(j), self.n)

        def outside(no: Fact) -> Fact:
            low = p.absurd(height <= 0, lambda neg: p.conflict(p.modus_ponens(known.right, p.arith(
                height > 0, neg)), no))  # fmt: skip
            return prove(False, low, p.lemma("if_false", *self.e(j).args, using=[no]))

        return p.decide(self.P(j), lambda yes: prove(True, p.modus_ponens(known.left, yes), p.lemma(
            "if_true", *self.e(j).args, using=[yes])), outside)  # fmt: skip

    def only_way(self, z: Term, bounds: Fact, equation: Fact) -> Fact:
        """z(j) = e(j) for 1 <= j <= D, from -1 <= z(j) <= 1 (``bounds``) and, for 1 <= k <= n + 1, the sum of
        (z(j) - e(j)) b(j)(k) being 0 (``equation``)."""
        p, n, D, c, d, x = self.p, self.n, self.D, self.c, self.d, self.x
        g = lam(j, z(j) - self.e(j))
        height = lam(j, Input(c, d, x(j), n))
        some_points = p.arith(term(1) <= D + 1, self.points)
        some_coordinates = p.arith(term(1) <= n + 1, self.dimension)

        def coordinate(k: Term, low: Fact, high: Fact) -> Fact:
            """The sum of g(j) x(j)(k) is 0."""
            f, h = lam(j, g(j) * self.b(j)(k)), lam(j, g(j) * x(j)(k))
            same = equal_sums(p, term(1), D, f, h, lambda j, *_: p.arith(f(j) == h(j), p.lemma(
                "if_true", *self.b(j)(k).args, using=[high]), multipliers=[g(j)]))  # fmt: skip
            zero = equation.apply(k, using=[low, p.arith(k <= n + 1, high)])
            return p.arith(total(j, 1, D, h(j)) == 0, zero, same)

        last = n + 1
        flat, plain = lam(j, g(j) * self.b(j)(last)), lam(j, g(j))
        same = equal_sums(p, term(1), D, flat, plain, lambda j, *_: p.arith(flat(j) == plain(j), p.lemma(
            "if_false", *self.b(j)(last).args, using=[p.arith(negation(last <= n))]), multipliers=[g(j)]))  # fmt: skip
        balance = p.arith(total(j, 1, D, plain(j)) == 0, same, equation.apply(last, using=[
            p.arith(1 <= last, self.dimension)]))  # fmt: skip

        # The sum of g(j) <c, x(j)> over j is that of c(k) times the sum of g(j) x(j)(k), which is 0.
        table = lam(j, k, c(k) * (g(j) * x(j)(k)))
        swapped = sums_swapped(p).apply(1, D, 1, n, table, using=[some_points, some_coordinates])
        column = lam(k, total(j, 1, D, table(j)(k)))
        none = equal_sums(p, term(1), n, column, lam(k, 0 * c(k)), lambda k, low, high: p.arith(
            column(k) == 0 * c(k), sums_scaled(p).apply(1, D, lam(j, g(j) * x(j)(k)), c(k), using=[some_points]),
            coordinate(k, low, high), multipliers=[1, c(k)]))  # fmt: skip
        nothing = sums_scaled(p).apply(1, n, c, 0, using=[some_coordinates])
        row = lam(j, total(k, 1, n, table(j)(k)))
        products, linear = lam(j, g(j) * height(j)), lam(j, 1 * row(j) + d * plain(j))
        rows = equal_sums(p, term(1), D, products, linear, lambda j, *_: p.arith(
            products(j) == linear(j), equal_sums(p, term(1), n, lam(k, table(j)(k)), lam(k, g(j) * (c(k) * x(j)(k))),
                                                 lambda k, *_: p.ring(table(j)(k), g(j) * (c(k) * x(j)(k)))),
            sums_scaled(p).apply(1, n, lam(k, c(k) * x(j)(k)), g(j), using=[some_coordinates])))  # fmt: skip
        split = sums_linear(p).apply(1, D, row, plain, 1, d, using=[some_points])
        whole = p.arith(total(j, 1, D, products(j)) == 0, rows, split, swapped, none, nothing, balance,
                        multipliers=[1, d])  # fmt: skip

        def falls(j: Term, at: Fact) -> Fact:
            within = bounds.apply(j, using=[at])
            return self.side(j, at, lambda inside, sign, value: p.arith(products(j) <= 0, p.arith(
                (1 - z(j)) * height(j) >= 0 if inside else (z(j) + 1) * height(j) <= 0, sign, within), value,
                multipliers=[height(j)]))  # fmt: skip

        above = p.arith(D >= 0, self.points)
        zeros = zero_summands(p).apply(products, D, using=[above, over(p, 1, D, falls, "j")]).right
        zeros = p.modus_ponens(zeros, whole)

        def turned(j: Term, at: Fact) -> Fact:
            """-g(j) <= 0: inside P it is 0."""
            within = bounds.apply(j, using=[at])

            def one(inside: bool, sign: Fact, value: Fact) -> Fact:
                if not inside:
                    return p.arith(-plain(j) <= 0, value, within)
                zero = zeros.apply(j, using=[at])
                return p.arith(-plain(j) <= 0, p.arith(g(j) == 0, zero, sign))

            return self.side(j, at, one)

        down = lam(j, -plain(j))
        opposite = p.arith(total(j, 1, D, down(j)) == 0, equal_sums(p, term(1), D, down, lam(j, -1 * plain(j)), (
            lambda j, *_: p.ring(down(j), -1 * plain(j)))), sums_scaled(p).apply(1, D, plain, -1, using=[
                some_points]), balance)  # fmt: skip
        equal = zero_summands(p).apply(down, D, using=[above, over(p, 1, D, turned, "j")]).right
        equal = p.modus_ponens(equal, opposite)
        return over(p, 1, D, lambda j, at: p.arith(z(j) == self.e(j), equal.apply(j, using=[at])), "j")


def partition_vertices(p: Proof, P: Term, N: Term, x: Term, n: Term, D: Term, listed: Fact, dimension: Fact,
                       points: Fact) -> tuple[Term, Fact]:  # fmt: skip
    """A list of N vertices of the zonotope of the (x(j), 1), from PartitionList."""
    parts, apart = p.open_definition(listed).split()
    b, S = lifted(x, n), Coordinates(n + 1)
    signs = lam(t, sides(P(t)))
    v = lam(t, S.sum(D, signs(t), b))

    def opened(t: Term, at: Fact) -> Sides:
        c, d, cut = p.obtain(p.open_definition(parts.apply(t, using=[at])), "c", "d")
        return Sides(p, P(t), c, d, x, n, D, cut, dimension, points)

    def corner(t: Term, at: Fact) -> Fact:
        here = opened(t, at)
        e = here.e
        bounds = over(p, 1, D, lambda j, at: here.side(j, at, lambda _, __, value: p.both(
            p.arith(-1 <= e(j), value), p.arith(e(j) <= 1, value))), "i")  # fmt: skip
        inside = is_member(p, S, v(t), D, b, e, bounds, S.equal(p, v(t), v(t)))

        def prove(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            (f, fb, fe), (g, gb, ge) = (coefficients(p, member) for member in (in_y, in_z))
            mean = lam(j, (f(j) + g(j)) / 2)
            within = over(p, 1, D, lambda j, at: p.both(*(p.arith(goal, fb.apply(j, using=[at]), gb.apply(j, using=[
                at])) for goal in (-1 <= mean(j), mean(j) <= 1))), "j")  # fmt: skip

            def vanishes(k: Term, at: Fact) -> Fact:
                fs = [lam(j, h(j) * b(j)(k)) for h in (f, g, e)]
                whole = lam(j, (mean(j) - e(j)) * b(j)(k))
                halves = lam(j, term("1/2") * fs[0](j) + term("1/2") * fs[1](j))
                both = lam(j, 1 * halves(j) + (-1) * fs[2](j))
                nonempty = p.arith(term(1) <= D + 1, points)
                same = equal_sums(p, term(1), D, whole, both, lambda j, *_: p.ring(whole(j), both(j)))
                one = sums_linear(p).apply(1, D, halves, fs[2], 1, -1, using=[nonempty])
                two = sums_linear(p).apply(1, D, fs[0], fs[1], term("1/2"), term("1/2"), using=[nonempty])
                values = [h.apply(k, using=[at]) for h in (fe, ge)]
                center = S.at(p, middle, k, at)
                return p.arith(total(j, 1, D, whole(j)) == 0, same, one, two, *values, center)

            equal = here.only_way(mean, within, over(p, 1, n + 1, vanishes, "k"))

            def agree(j: Term, low: Fact, high: Fact) -> Fact:
                at = p.both(low, high)
                known = [h.apply(j, using=[at]) for h in (equal, fb, gb)]
                return here.side(j, at, lambda _, __, value: p.arith(f(j) == g(j), *known, value))

            same = S.same_sums(p, D, f, g, b, agree)
            lines = [p.restate(e, S.same(q, S.sum(D, h, b))) for e, q, h in ((fe, y, f), (ge, z, g))]
            return S.equal(p, y, z, [(1, lines[0]), (-1, lines[1]), (1, same)])

        return is_vertex(p, S, inside, prove)

    def different(given: list[Fact]) -> Fact:
        low, order, high = given
        here = opened(q, p.both(p.arith(1 <= q, low, order), high))
        there = signs(r)
        J, split = p.obtain(apart.apply(r, using=[low, p.arith(r <= N, order, high)]).apply(q, using=[
            p.arith(r + 1 <= q, order), high]), "j")  # fmt: skip

        def equal_points(same: Fact) -> Fact:
            def bounded(j: Term, rule: str, side: Fact) -> Fact:
                value = p.lemma(rule, *there(j).args, using=[side])
                return p.both(p.arith(-1 <= there(j), value), p.arith(there(j) <= 1, value))

            within = over(p, 1, D, lambda j, _: p.decide(P(r)(j), lambda yes: bounded(j, "if_true", yes),
                                                         lambda no: bounded(j, "if_false", no)), "j")  # fmt: skip

            def vanishes(k: Term, at: Fact) -> Fact:
                f, g = lam(j, there(j) * b(j)(k)), lam(j, here.e(j) * b(j)(k))
                whole, both = lam(j, (there(j) - here.e(j)) * b(j)(k)), lam(j, 1 * f(j) + (-1) * g(j))
                moved = equal_sums(p, term(1), D, whole, both, lambda j, *_: p.ring(whole(j), both(j)))
                parts = sums_linear(p).apply(1, D, f, g, 1, -1, using=[p.arith(term(1) <= D + 1, points)])
                return p.arith(total(j, 1, D, whole(j)) == 0, moved, parts, S.at(p, same, k, at))

            at_J = here.only_way(there, within, over(p, 1, n + 1, vanishes, "k")).apply(J, using=[split.left])

            def values(first: Fact, second: Fact) -> list[Fact]:
                return [p.lemma("if_false" if fact.formula.op == "not" else "if_true", *e(J).args, using=[fact])
                        for e, fact in ((there, first), (here.e, second))]  # fmt: skip

            def both_sides(first: Fact, second: Fact) -> Fact:
                """The same side: against ``split``."""

                def one(premise: Fact, fact: Fact, other: Fact) -> Fact:
                    if fact.formula.op == "not":
                        return p.anything(fact.formula.args[0], p.conflict(premise, other))
                    return fact

                ways = ((P(r)(J), second, first), (P(q)(J), first, second))
                directions = [p.implication(a, one(p.assume(a), fact, other)) for a, fact, other in ways]
                return p.conflict(p.both(*directions), split.right)

            def clash(first: Fact, second: Fact) -> Fact:
                return p.arith(false, at_J, *values(first, second))

            return p.decide(
                P(r)(J), lambda a: p.decide(P(q)(J), lambda c: both_sides(a, c), lambda c: clash(a, c)),
                lambda a: p.decide(P(q)(J), lambda c: clash(a, c), lambda c: both_sides(a, c)))  # fmt: skip

        return p.refute(S.same(v(r), v(q)), equal_points)

    r, q = p.fresh("s", "int"), p.fresh("t", "int")
    corners = over(p, 1, N, corner, "t")
    others = for_all(p, [r, q], conj(1 <= r, r < q, q <= N), different)
    return v, p.restate(p.both(corners, others), VertexList(v, N, n + 1, D, b))


@once
def partitions_bounded(p: Proof) -> Fact:
    """forall n, D >= 1, N >= 0, x, P: N different partitions have N <= 2 (C(D-1, 0) + ... + C(D-1, n))."""
    n, D, N = (p.fresh(name, "int") for name in ("n", "D", "N"))
    x, P = p.fresh("x", "int->int->real"), p.fresh("P", "int->int->bool")

    def prove(given: list[Fact]) -> Fact:
        dimension, points, count, listed = given
        v, vertices = partition_vertices(p, P, N, x, n, D, listed, dimension, points)
        return vertices_bounded(p).apply(D, n + 1, N, lifted(x, n), v, using=[
            points, p.arith(n + 1 >= 1, dimension), count, vertices])  # fmt: skip

    return for_all(p, [n, D, N, x, P], conj(n >= 1, D >= 1, N >= 0, PartitionList(P, N, x, n, D)), prove)


@once
def powers_ordered(p: Proof) -> Fact:
    """forall D >= 0: forall m >= 0: D^m >= 0 and (D + 1)^m >= D^m."""
    D = p.fresh("D", "int")
    low = p.assume(D >= 0)

    def claim(m: Term) -> Term:
        return conj(D**m >= 0, (D + 1) ** m >= D**m)

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", base, m, using=[above]) for base in (D, D + 1)]
        first = p.arith(D ** (m + 1) >= 0, powers[0], p.arith(D**m * D >= 0, here.left, low))
        grown = p.arith(((D + 1) ** m - D**m) * (D + 1) >= 0, here.right, low)
        return p.both(first, p.arith((D + 1) ** (m + 1) >= D ** (m + 1), *powers, grown, here.left))

    base = p.both(
        *(p.arith(goal, p.lemma("power_zero", D), p.lemma("power_zero", D + 1)) for goal in claim(term(0)).args)
    )
    return p.general(D, p.implication(low.formula, p.induction("m", 0, claim, base, step)))


@once
def regions_below_power(p: Proof) -> Fact:
    """forall D >= 2: forall n >= 2: 2 (C(D-1, 0) + ... + C(D-1, n)) <= D^n; and for n = 1 that number is 2 D."""
    pascal, one = pascal_sums(p), one_generator_sum(p)
    n0 = integer("n")

    def claim(D: Term) -> Term:
        return conj(half_regions(D, term(2)) == D, forall(n0, implies(n0 >= 2, 2 * half_regions(D, n0 + 1) <= D**n0)))

    def start() -> Fact:
        two, first = term(2), term(1)

        def at(n: Term, *facts: Fact) -> Fact:
            """hr(2, n) = 2, for n >= 2."""
            rule = pascal.apply(first, n, using=[p.arith(first >= 1), p.arith(n >= 1, *facts)])
            ones = one.apply(n, using=[p.arith(1 <= n, *facts)]), one.apply(n - 1, using=[p.arith(1 <= n - 1, *facts)])
            moved = p.congruent(lam(s, half_regions(s, n)), p.ring(first + 1, 2))
            return p.arith(half_regions(two, n) == 2, rule, *ones, moved)

        powers = p.induction("n", 2, lambda n: two**n >= 4, p.compute(two**2 >= 4), lambda n, above, here: p.arith(
            two ** (n + 1) >= 4, here, p.lemma("power_step", 2, n, using=[p.arith(n >= 0, above)])))  # fmt: skip
        n = p.fresh("n", "int")
        many = for_all(p, [n], n >= 2, lambda f: p.arith(2 * half_regions(two, n + 1) <= two**n, at(
            n + 1, *f), powers.apply(n, using=[p.arith(2 <= n, *f)])))  # fmt: skip
        return p.both(at(two), many)

    def step(D: Term, above: Fact, here: Fact) -> Fact:
        some = p.arith(D >= 1, above)
        line = p.arith(half_regions(D + 1, term(2)) == D + 1, here.left, pascal.apply(D, 2, using=[
            some, p.compute(term(1) <= 2)]), one_dimension_sum(p, D, some))  # fmt: skip
        n = p.fresh("n", "int")
        q = integer("q")

        def prove(given: list[Fact]) -> Fact:
            (least,) = given
            goal = 2 * half_regions(D + 1, n + 1) <= (D + 1) ** n
            split = pascal.apply(D, n + 1, using=[some, p.arith(1 <= n + 1, least)])
            old = here.right.apply(n, using=[least])

            def two(yes: Fact) -> Fact:
                equal = p.arith(n == 2, yes, least)
                powers = [p.congruent(lam(q, base**q), equal) for base in (D, D + 1)]
                fewer = p.congruent(lam(q, half_regions(D, q)), p.arith(n + 1 - 1 == 2, equal))
                return p.arith(goal, split, old, fewer, here.left, *powers)

            def more(no: Fact) -> Fact:
                below = here.right.apply(n - 1, using=[p.arith(2 <= n - 1, no)])
                m = n - 1
                low = p.arith(m >= 0, least)
                ordered = powers_ordered(p).apply(D, m, using=[p.arith(0 <= D, above), low])
                steps = [p.lemma("power_step", base, m, using=[low]) for base in (D, D + 1)]
                product_of = p.arith(((D + 1) ** m - D**m) * (D + 1) >= 0, ordered.right, above)
                return p.arith(goal, split, old, below, *steps, product_of)

            return p.decide(n <= 2, two, more)

        return p.both(line, for_all(p, [n], n >= 2, prove))

    return p.induction("D", 2, claim, start, step)
