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
    between,
    conj,
    define,
    either,
    every,
    exists,
    false,
    floor,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    maximum,
    negation,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.boolean import floor_shift, floor_small
from theorems.mukherjee2020.digits import powers_added, powers_positive
from theorems.mukherjee2020.training import (
    CellLoss,
    CutBy,
    InCell,
    Input,
    Loss,
    Optimal,
    Output,
    Partition,
    Signs,
    as_guess,
    cell_loss,
    equal_losses,
    signed_form,
)
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


# Guesses.


def agree(P: Term, Q: Term, D: Term) -> Term:
    """P and Q are the same set of points."""
    return every(j, 1, D, iff(P(j), Q(j)))


@define
def CompleteList(Q: "int->int->bool", K: "int", x: "int->int->real", n: "int", D: "int") -> Term:
    """Q(1), ..., Q(K) are all partitions of the points by hyperplanes, each once."""
    P = function("P", "int->bool")
    return conj(K >= 0, PartitionList(Q, K, x, n, D), forall(P, implies(Partition(P, x, n, D), some(
        t, 1, K, agree(P, Q(t), D)))))  # fmt: skip


@define
def GuessListing(s: "int->int->real", P: "int->int->int->bool", T: "int", w: "int", x: "int->int->real", n: "int",
                 D: "int") -> Term:  # fmt: skip
    """s(1), P(1) to s(T), P(T) are guesses for w units, and every guess is one of them."""
    r, R = function("r", "int->real"), function("R", "int->int->bool")

    def guess(s: Term, P: Term) -> Term:
        return conj(Signs(s, w), every(i, 1, w, Partition(P(i), x, n, D)))

    return conj(every(t, 1, T, guess(s(t), P(t))), forall(r, R, implies(guess(r, R), some(t, 1, T, every(
        i, 1, w, conj(s(t)(i) == r(i), agree(P(t)(i), R(i), D)))))))  # fmt: skip


def partition_moved(p: Proof, partition: Fact, Q: Term, same: Fact) -> Fact:
    """Partition(Q), from Partition(P) and agree(Q, P, D)."""
    _P, x, n, D = partition.formula.args
    mark = p.opened
    c, d, cut = p.obtain(p.open_definition(partition), "c", "delta")
    cut = p.open_definition(cut)

    def each(j: Term, at: Fact) -> Fact:
        one, other = same.apply(j, using=[at]), cut.apply(j, using=[at])
        a, z = p.assume(one.left.formula.args[0]), p.assume(other.right.formula.args[0])
        return p.both(
            p.implication(a.formula, p.modus_ponens(other.left, p.modus_ponens(one.left, a))),
            p.implication(z.formula, p.modus_ponens(one.right, p.modus_ponens(other.right, z))),
        )

    goal = Partition(Q, x, n, D)
    wanted = p.open_definition(p.assume(goal)).formula
    cut_by = p.restate(over(p, 1, D, each, "j"), CutBy(Q, c, d, x, n, D))
    return p.close(p.restate(p.witness(wanted, c, d, cut_by), goal), mark)


def same_back(p: Proof, same: Fact, P: Term, Q: Term, D: Term) -> Fact:
    """agree(Q, P, D), from agree(P, Q, D)."""
    return over(p, 1, D, lambda j, at: p.both(*reversed(same.apply(j, using=[at]).split())), "j")


def same_through(p: Proof, one: Fact, other: Fact, P: Term, R: Term, D: Term) -> Fact:
    """agree(P, R, D), from agree(P, Q, D) and agree(Q, R, D)."""

    def each(j: Term, at: Fact) -> Fact:
        first, second = one.apply(j, using=[at]), other.apply(j, using=[at])
        a, z = p.assume(P(j)), p.assume(R(j))
        return p.both(
            p.implication(a.formula, p.modus_ponens(second.left, p.modus_ponens(first.left, a))),
            p.implication(z.formula, p.modus_ponens(first.right, p.modus_ponens(second.right, z))),
        )

    return over(p, 1, D, each, "j")


def complete_list(p: Proof, B: Term, x: Term, n: Term, D: Term, bounded: Fact) -> Fact:
    """Some complete list has K <= B partitions, from forall N P: N >= 0 and PartitionList(P, N) => N <= B."""
    K0, Q0, N0 = integer("K"), function("Q", "int->int->bool"), integer("N")
    wanted = exists(K0, Q0, conj(K0 <= B, CompleteList(Q0, K0, x, n, D)))

    def claim(m: Term) -> Term:
        return forall(N0, Q0, implies(conj(N0 >= 0, N0 >= B - m, PartitionList(Q0, N0, x, n, D)), wanted))

    def grown(N: Term, Q: Term, count: Fact, listed: Fact, P: Term, partition: Fact, new: Fact) -> tuple[Term, Fact]:
        """The list with one more partition, P, which is ``new``."""
        parts, apart = p.open_definition(listed).split()
        longer = lam(t, j, either(conj(t <= N, Q(t)(j)), conj(negation(t <= N), P(j))))

        def reads(t: Term, side: Fact, R: Term) -> Fact:
            """agree(longer(t), R): R is Q(t) for t <= N, P else."""

            def each(j: Term, _: Fact) -> Fact:
                whole = p.assume(longer(t)(j))
                here = p.assume(R(j))

                def pick(fact: Fact) -> Fact:
                    condition = fact.left
                    if condition.formula.index == side.formula.index:
                        return fact.right
                    return p.anything(R(j), p.conflict(condition, side))

                forth = p.implication(whole.formula, p.by_cases(whole, pick, pick))
                return p.both(forth, p.implication(here.formula, p.or_intro(longer(t)(j), p.both(side, here))))

            return over(p, 1, D, each, "j")

        def good(t: Term, at: Fact) -> Fact:
            return p.decide(
                t <= N,
                lambda yes: partition_moved(p, parts.apply(t, using=[at.left, yes]), longer(t), reads(t, yes, Q(t))),
                lambda no: partition_moved(p, partition, longer(t), reads(t, no, P)),
            )

        def differ(s: Term, at_s: Fact) -> Fact:
            def one(t: Term, at_t: Fact) -> Fact:
                early = p.arith(s <= N, at_s, at_t)
                first = reads(s, early, Q(s))
                goal = some(j, 1, D, negation(iff(longer(s)(j), longer(t)(j))))

                def old(yes: Fact) -> Fact:
                    mark = p.opened
                    second = reads(t, yes, Q(t))
                    J, at = p.obtain(apart.apply(s, using=[at_s.left, early]).apply(t, using=[at_t.left, yes]), "j")
                    clash = p.refute(
                        iff(longer(s)(J), longer(t)(J)),
                        lambda same: p.conflict(
                            through(p, J, [same_of(first, J, at.left, True), same, same_of(second, J, at.left, False)]),
                            at.right,
                        ),
                    )
                    return p.close(p.witness(goal, J, p.both(at.left, clash)), mark)

                def latest(no: Fact) -> Fact:
                    second = reads(t, no, P)

                    def never(none: Fact) -> Fact:
                        """If longer(s) and longer(t) agreed everywhere, P would be Q(s)."""

                        def equal(j0: Term, at: Fact) -> Fact:
                            pair = iff(longer(s)(j0), longer(t)(j0))
                            same = p.absurd(pair, lambda neg: p.conflict(p.witness(goal, j0, p.both(at, neg)), none))
                            back = through(p, j0, [same_of(first, j0, at, True), same, same_of(second, j0, at, False)])
                            return p.both(back.right, back.left)

                        found = over(p, 1, D, equal, "j")
                        hit = p.witness(new.formula.args[0], s, p.both(p.both(at_s.left, early), found))
                        return p.conflict(hit, new)

                    return p.absurd(goal, never)

                return p.decide(t <= N, old, latest)

            return over(p, s + 1, N + 1, one, "t")

        fact = p.both(over(p, 1, N + 1, good, "t"), over(p, 1, N + 1, differ, "s"))
        return longer, p.restate(fact, PartitionList(longer, N + 1, x, n, D))

    def same_of(same: Fact, J: Term, at: Fact, back: bool) -> Fact:
        pair = same.apply(J, using=[at])
        return p.both(pair.right, pair.left) if back else pair

    def either_way(N: Term, Q: Term, count: Fact, listed: Fact, more: Callable[[Term, Fact], Fact]) -> Fact:
        """The claim: the list is complete, or ``more`` deals with a list of N + 1."""
        P0 = function("P", "int->bool")
        every_one = forall(P0, implies(Partition(P0, x, n, D), some(t, 1, N, agree(P0, Q(t), D))))

        def complete(yes: Fact) -> Fact:
            high = bounded.apply(N, Q, using=[count, listed])
            return p.witness(wanted, N, Q, p.both(high, p.restate(p.both(count, listed, yes), CompleteList(
                Q, N, x, n, D))))  # fmt: skip

        def missing(no: Fact) -> Fact:
            missed = exists(P0, conj(Partition(P0, x, n, D), negation(some(t, 1, N, agree(P0, Q(t), D)))))

            def none(neg: Fact) -> Fact:
                P = p.fresh("P", "int->bool")
                part = p.assume(Partition(P, x, n, D))
                met = some(t, 1, N, agree(P, Q(t), D))
                found = p.absurd(met, lambda not_met: p.conflict(p.witness(missed, P, p.both(part, not_met)), neg))
                return p.conflict(p.general(P, p.implication(part.formula, found)), no)

            mark = p.opened
            P, facts = p.obtain(p.absurd(missed, none), "P")
            longer, fact = grown(N, Q, count, listed, P, facts.left, facts.right)
            return p.close(more(longer, fact), mark)

        return p.decide(every_one, complete, missing)

    def for_lists(m: Term, more: Callable[[Term, Term, Fact, Fact, Fact], Fact]) -> Fact:
        N, Q = p.fresh("N", "int"), p.fresh("Q", "int->int->bool")
        return for_all(p, [N, Q], conj(N >= 0, N >= B - m, PartitionList(Q, N, x, n, D)), lambda f: either_way(
            N, Q, f[0], f[2], lambda longer, fact: more(N, longer, f[0], f[1], fact)))  # fmt: skip

    def full(N: Term, longer: Term, count: Fact, room: Fact, fact: Fact) -> Fact:
        over_full = bounded.apply(N + 1, longer, using=[p.arith(N + 1 >= 0, count), fact])
        return p.anything(wanted, p.arith(false, over_full, room))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        return for_lists(m + 1, lambda N, longer, count, room, fact: here.apply(N + 1, longer, using=[
            p.arith(N + 1 >= 0, count), p.arith(N + 1 >= B - m, room), fact]))  # fmt: skip

    by_room = p.induction("m", 0, claim, lambda: for_lists(term(0), full), step)
    none, zero = lam(t, j, term(0) < 0), term(0)
    empty = p.both(
        over(p, 1, zero, lambda t, at: p.anything(Partition(none(t), x, n, D), p.arith(false, at)), "t"),
        over(p, 1, zero, lambda s, at: p.anything(every(t, s + 1, zero, some(j, 1, D, negation(iff(
            none(s)(j), none(t)(j))))), p.arith(false, at)), "s"))  # fmt: skip
    empty = p.restate(empty, PartitionList(none, zero, x, n, D))
    least = bounded.apply(zero, none, using=[p.arith(zero >= 0), empty])
    return by_room.apply(B, using=[p.arith(0 <= B, least)]).apply(zero, none, using=[
        p.arith(zero >= 0), p.arith(zero >= B - B), empty])  # fmt: skip


def through(p: Proof, J: Term, links: list[Fact]) -> Fact:
    """A iff C from A iff B, ... , at one place; each link is (forth, back)."""
    first, last = links[0].left.formula.args[0], links[-1].left.formula.args[1]
    forth, back = p.assume(first), p.assume(last)
    there, here = forth, back
    for link in links:
        there = p.modus_ponens(link.left, there)
    for link in reversed(links):
        here = p.modus_ponens(link.right, here)
    return p.both(p.implication(first, there), p.implication(last, here))


@once
def tuples(p: Proof) -> Fact:
    """forall b >= 1: forall w >= 0: some e lists, as e(1), ..., e(b^w), all w-tuples of numbers from 1 to b."""
    b = p.fresh("b", "int")
    e0, f0 = function("e", "int->int->int"), function("f", "int->int")
    positive = p.assume(b >= 1)

    def claim(w: Term) -> Term:
        found = some(t, 1, b**w, every(i, 1, w, e0(t)(i) == f0(i)))
        return exists(e0, conj(
            every(t, 1, b**w, every(i, 1, w, between(1, e0(t)(i), b))),
            forall(f0, implies(every(i, 1, w, between(1, f0(i), b)), found))))  # fmt: skip

    def start() -> Fact:
        zero, e = term(0), lam(t, i, term(1))
        one = p.lemma("power_zero", b)
        f = p.fresh("f", "int->int")
        inside = over(p, 1, b**zero, lambda t, _: over(p, 1, zero, lambda i, at: p.anything(between(
            1, e(t)(i), b), p.arith(false, at))), "t")  # fmt: skip
        premise = p.assume(every(i, 1, zero, between(1, f(i), b)))
        goal = some(t, 1, b**zero, every(i, 1, zero, e(t)(i) == f(i)))
        hit = p.witness(goal, 1, p.both(p.both(p.arith(term(1) <= 1), p.arith(1 <= b**zero, one)), over(
            p, 1, zero, lambda i, at: p.anything(e(1)(i) == f(i), p.arith(false, at)))))  # fmt: skip
        return p.witness(claim(zero), e, p.both(inside, p.general(f, p.implication(premise.formula, hit))))

    def step(w: Term, above: Fact, here: Fact) -> Fact:
        mark = p.opened
        e, facts = p.obtain(here, "e")
        M = b**w
        size = powers_positive(p).apply(b, w, using=[positive, above])
        longer_power = p.lemma("power_step", b, w, using=[above])
        inverse = p.lemma("inverse", M, using=[p.arith(negation(M == 0), size)])
        head = lam(t, floor((t - 1) / M))
        longer = lam(t, i, where(i <= w, e(t - M * head(t))(i), head(t) + 1))
        top = b ** (w + 1)

        def value(t: Term, i: Term, side: Fact) -> Fact:
            return p.lemma("if_false" if side.formula.op == "not" else "if_true", *longer(t)(i).args, using=[side])

        def inside(t: Term, at: Fact) -> Fact:
            bounds = p.lemma("floor", (t - 1) / M)
            share = M * ((t - 1) / M)
            low = p.arith(
                M * head(t) <= t - 1, p.arith(M * head(t) <= share, bounds, size), inverse, multipliers=[t - 1]
            )
            high = p.arith(share < M * (head(t) + 1), bounds, size)
            high = p.arith(t - 1 < M * (head(t) + 1), high, inverse, multipliers=[t - 1])
            least = p.absurd(head(t) >= 0, lambda no: p.arith(false, p.arith(M * (head(t) + 1) <= 0, p.arith(
                head(t) + 1 <= 0, no), size), high, at))  # fmt: skip
            most = p.absurd(head(t) <= b - 1, lambda no: p.arith(false, p.arith(M * head(t) >= M * b, p.arith(
                head(t) >= b, no), size), low, at, longer_power))  # fmt: skip
            rest = p.both(p.arith(1 <= t - M * head(t), low), p.arith(t - M * head(t) <= M, high))

            def entry(i: Term, at_i: Fact) -> Fact:
                def early(yes: Fact) -> Fact:
                    old = facts.left.apply(t - M * head(t), using=[rest]).apply(i, using=[at_i.left, yes])
                    same = value(t, i, yes)
                    return p.both(p.arith(1 <= longer(t)(i), same, old), p.arith(longer(t)(i) <= b, same, old))

                def last(no: Fact) -> Fact:
                    same = value(t, i, no)
                    return p.both(p.arith(1 <= longer(t)(i), same, least), p.arith(longer(t)(i) <= b, same, most))

                return p.decide(i <= w, early, last)

            return over(p, 1, w + 1, entry)

        f = p.fresh("f", "int->int")
        premise = p.assume(every(i, 1, w + 1, between(1, f(i), b)))
        fewer = over(p, 1, w, lambda i, at: premise.apply(i, using=[at]))
        r, found = p.obtain(facts.right.apply(f, using=[fewer]), "t")
        q = f(w + 1) - 1
        last_bounds = premise.apply(w + 1, using=[above])
        at = r + M * q
        shifted = floor_shift(p).apply(M, M * q, q, r - 1, using=[size, p.ring(M * q, M * q)])
        small = floor_small(p).apply(M, r - 1, using=[p.arith(r - 1 >= 0, found.left), p.arith(r - 1 < M, found.left)])
        moved = p.congruent(lam(k, floor(k / M)), p.arith(at - 1 == M * q + (r - 1)))
        number = p.arith(head(at) == q, moved, shifted, small)
        rest = p.arith(at - M * head(at) == r, number, multipliers=[M])
        within = p.both(
            p.arith(1 <= at, found.left, p.arith(M * q >= 0, size, last_bounds)),
            p.arith(at <= top, found.left, longer_power, p.arith(M * q <= M * (b - 1), last_bounds, size)),
        )

        def same(i: Term, at_i: Fact) -> Fact:
            def early(yes: Fact) -> Fact:
                old = found.right.apply(i, using=[at_i.left, yes])
                z = integer("z")
                return p.arith(longer(at)(i) == f(i), value(at, i, yes), p.congruent(lam(z, e(z)(i)), rest), old)

            def last(no: Fact) -> Fact:
                index = p.arith(i == w + 1, no, at_i)
                return p.arith(longer(at)(i) == f(i), value(at, i, no), number, p.congruent(f, index))

            return p.decide(i <= w, early, last)

        goal = some(t, 1, top, every(i, 1, w + 1, longer(t)(i) == f(i)))
        hit = p.witness(goal, at, p.both(within, over(p, 1, w + 1, same)))
        hit = p.close(hit, mark + 1)
        cover = p.general(f, p.implication(premise.formula, hit))
        return p.close(p.witness(claim(w + 1), longer, p.both(over(p, 1, top, inside, "t"), cover)), mark)

    return p.general(b, p.implication(positive.formula, p.induction("w", 0, claim, start, step)))


class Kinds:
    """The 2 K kinds of units for a complete list Q of K partitions, by their numbers: u <= K is Q(u) with sign 1, and
    u + K is Q(u) with sign -1; ``complete`` is CompleteList."""

    def __init__(self, p: Proof, Q: Term, K: Term, x: Term, n: Term, D: Term, w: Term, complete: Fact) -> None:
        self.p, self.Q, self.K, self.x, self.n, self.D, self.w = p, Q, K, x, n, D, w
        self.count, listed, self.covers = p.open_definition(complete).split()
        self.parts = p.open_definition(listed).left
        self.place = lam(i, where(i <= K, i, i - K))

    def some(self) -> Fact:
        """K >= 1: no point at all is on the positive side of a hyperplane."""
        p, x, n, D = self.p, self.x, self.n, self.D
        none, zero = lam(j, term(0) < 0), lam(k, term(0))

        def never(j: Term, _: Fact) -> Fact:
            flat = equal_sums(p, term(1), n, lam(k, zero(k) * x(j)(k)), lam(k, 0 * x(j)(k)), lambda k, *_: p.ring(
                zero(k) * x(j)(k), 0 * x(j)(k)))  # fmt: skip
            height = Input(zero, term(0), x(j), n)
            low, high = p.assume(none(j)), p.assume(height > 0)
            nothing = p.arith(height == 0, zero_input(p, x(j), n), flat)
            return p.both(p.implication(low.formula, p.anything(height > 0, p.arith(false, low))),
                          p.implication(high.formula, p.anything(none(j), p.arith(false, high, nothing))))  # fmt: skip

        trivial = Partition(none, x, n, D)
        cut = p.restate(over(p, 1, D, never, "j"), CutBy(none, zero, term(0), x, n, D))
        trivial = p.restate(p.witness(p.open_definition(p.assume(trivial)).formula, zero, 0, cut), trivial)
        mark = p.opened
        _t0, at = p.obtain(self.covers.apply(none, using=[trivial]), "t")
        return p.close(p.arith(self.K >= 1, at.left), mark)

    def signs(self, f: Term) -> Term:
        """The signs of units of the kinds f(1), f(2), ... ."""
        return lam(i, where(f(i) <= self.K, 1, -1))

    def sets(self, f: Term) -> Term:
        """The partitions of units of the kinds f(1), f(2), ... ."""
        return lam(i, j, self.Q(self.place(f(i)))(j))

    def guess(self, f: Term, entries: Fact) -> Fact:
        """The signs and partitions of these kinds are a guess; ``entries`` says that f(i) is from 1 to 2 K."""
        p, w, D, K = self.p, self.w, self.D, self.K
        s, P = self.signs(f), self.sets(f)

        def kind(u: Term, bounds: Fact, prove: Callable[[Fact, Fact], Fact]) -> Fact:
            """``prove(place in 1..K, sign's value)``."""

            def one(rule: str, side: Fact) -> Fact:
                place = self.place(u)
                value = p.lemma(rule, *place.args, using=[side])
                within = p.both(p.arith(1 <= place, value, bounds, side), p.arith(place <= K, value, bounds, side))
                return prove(within, p.lemma(rule, u <= K, 1, -1, using=[side]))

            return p.decide(u <= K, lambda yes: one("if_true", yes), lambda no: one("if_false", no))

        def sign(i: Term, at: Fact) -> Fact:
            return kind(f(i), entries.apply(i, using=[at]), lambda _, value: p.or_intro(
                either(s(i) == 1, s(i) == -1), value))  # fmt: skip

        def part(i: Term, at: Fact) -> Fact:
            here = kind(f(i), entries.apply(i, using=[at]), lambda within, _: self.parts.apply(
                self.place(f(i)), using=[within]))  # fmt: skip
            same = over(p, 1, D, lambda j, _: p.both(*[p.implication(g, p.assume(g)) for g in [P(i)(j)] * 2]), "j")
            return partition_moved(p, here, P(i), same)

        return p.both(p.restate(over(p, 1, w, sign), Signs(s, w)), over(p, 1, w, part))

    def chosen(self, r: Term, R: Term, premise: Fact) -> tuple[Term, Fact]:
        """Numbers f(i) of the kinds of a guess r, R (``premise``): the term f, and for all i from 1 to w that f(i) is
        from 1 to 2 K, its sign is r(i) and its partition agrees with R(i). Opens f."""
        p, w, D, K, Q, place = self.p, self.w, self.D, self.K, self.Q, self.place
        signs = p.open_definition(premise.left)
        u0 = integer("u")

        def fits(i: Term, u: Term) -> Term:
            return conj(between(1, u, 2 * K), where(u <= K, 1, -1) == r(i), agree(lam(j, Q(place(u))(j)), R(i), D))

        def choose_kind(i: Term) -> Fact:
            at = p.assume(between(1, i, w))
            inner = p.opened
            u, found = p.obtain(self.covers.apply(R(i), using=[premise.right.apply(i, using=[at])]), "t")
            goal = exists(u0, implies(between(1, i, w), fits(i, u0)))

            def of(u_: Term, rule: str, sign: Fact, side: Fact) -> Fact:
                """The kind u_: u with sign 1, u + K with sign -1."""
                value = p.lemma(rule, *place(u_).args, using=[side])
                index = p.arith(u == place(u_), value)
                z = integer("z")
                back = same_back(p, found.right, R(i), Q(u), D)
                moved = p.step("equality", [index, back], [lam(z, agree(Q(z), R(i), D))])
                bounds = p.both(p.arith(1 <= u_, found.left, self.count), p.arith(u_ <= 2 * K, found.left, self.count))
                value = p.arith(where(u_ <= K, 1, -1) == r(i), p.lemma(rule, u_ <= K, 1, -1, using=[side]), sign)
                return p.witness(goal, u_, p.implication(at.formula, p.both(bounds, value, moved)))

            fact = p.by_cases(
                signs.apply(i, using=[at]),
                lambda one: of(u, "if_true", one, p.arith(u <= K, found.left)),
                lambda minus: of(u + K, "if_false", minus, p.arith(negation(u + K <= K), found.left)))  # fmt: skip
            return p.close(fact, inner)

        # The choice is made for every i; outside 1..w there is nothing to choose.
        index = p.fresh("i", "int")
        goal = exists(u0, implies(between(1, index, w), fits(index, u0)))
        inside = between(1, index, w)
        one = p.decide(inside, lambda yes: p.step("implies_elim", [p.implication(inside, choose_kind(index)), yes], []),
                       lambda no: p.witness(goal, 1, outside(p, inside, fits(index, term(1)), no)))  # fmt: skip
        f, picked = p.obtain(p.choose(p.general(index, one), "f"), "f")
        return f, over(p, 1, w, lambda i, at: p.modus_ponens(picked(i), at))

    def moved(self, equal: Fact, known: Fact, sign: Term, part: Term) -> Fact:
        """What :meth:`chosen` says of the sign and the partition of the left side of ``equal``, for the right side."""
        z = integer("z")
        return self.p.step("equality", [equal, known.right], [lam(z, conj(where(z <= self.K, 1, -1) == sign, agree(
            lam(j, self.Q(self.place(z))(j)), part, self.D)))])  # fmt: skip


def guesses_listed(p: Proof, Q: Term, K: Term, x: Term, n: Term, D: Term, w: Term, complete: Fact,
                   width: Fact) -> Fact:  # fmt: skip
    """K >= 1, and for some s and P: GuessListing(s, P, (2 K)^w, w, x, n, D), from CompleteList; ``width`` is w >= 1."""
    kinds = Kinds(p, Q, K, x, n, D, w, complete)
    some_list = kinds.some()
    b, T = 2 * K, (2 * K) ** w
    mark = p.opened
    e, facts = p.obtain(tuples(p).apply(b, w, using=[p.arith(b >= 1, some_list), p.arith(w >= 0, width)]), "e")
    s, P = lam(t, kinds.signs(e(t))), lam(t, kinds.sets(e(t)))
    guess = over(p, 1, T, lambda t, at: kinds.guess(e(t), facts.left.apply(t, using=[at])), "t")

    r, R = p.fresh("r", "int->real"), p.fresh("R", "int->int->bool")
    premise = p.assume(conj(Signs(r, w), every(i, 1, w, Partition(R(i), x, n, D))))
    f, picked = kinds.chosen(r, R, premise)
    good = over(p, 1, w, lambda i, at: picked.apply(i, using=[at]).left)
    u, hit = p.obtain(facts.right.apply(f, using=[good]), "t")
    same = over(p, 1, w, lambda i, at: kinds.moved(
        p.symmetric(hit.right.apply(i, using=[at])), picked.apply(i, using=[at]), r(i), R(i)))  # fmt: skip
    wanted = some(t, 1, T, every(i, 1, w, conj(s(t)(i) == r(i), agree(P(t)(i), R(i), D))))
    cover = p.close(p.witness(wanted, u, p.both(hit.left, same)), mark + 1)
    cover = p.general(r, R, p.implication(premise.formula, cover))
    s0, P0 = function("s", "int->int->real"), function("P", "int->int->int->bool")
    listing = p.restate(p.both(guess, cover), GuessListing(s, P, T, w, x, n, D))
    return p.both(
        some_list, p.close(p.witness(exists(s0, P0, GuessListing(s0, P0, T, w, x, n, D)), s, P, listing), mark)
    )


def outside(p: Proof, premise: Term, conclusion: Term, no: Fact) -> Fact:
    """premise => conclusion, from not premise."""
    given = p.assume(premise)
    return p.implication(premise, p.anything(conclusion, p.conflict(given, no)))


def zero_input(p: Proof, x: Term, n: Term) -> Fact:
    """The sum of 0 x(k) over 1 <= k <= n is 0, for n >= 0 or not: for n < 0 it is empty."""
    f = lam(k, 0 * x(k))

    def many(yes: Fact) -> Fact:
        return p.arith(total(k, 1, n, f(k)) == 0, sums_scaled(p).apply(1, n, lam(k, x(k)), 0, using=[
            p.arith(term(1) <= n + 1, yes)]))  # fmt: skip

    return p.decide(n >= 0, many, lambda no: p.arith(total(k, 1, n, f(k)) == 0, p.lemma(
        "sum_empty", 1, n, f, using=[p.arith(n < 1, no)])))  # fmt: skip


@once
def kinds_below_power(p: Proof) -> Fact:
    """forall D, K, n: 0 <= D, 0 <= K, 0 <= n, K <= D^n => forall w >= 0: 0 <= (2 K)^w and (2 K)^w <= 2^w D^(n w)."""
    D, K, n = (p.fresh(name, "int") for name in ("D", "K", "n"))

    def prove(given: list[Fact]) -> Fact:
        _low, count, dimension, few = given

        def claim(w: Term) -> Term:
            return conj((2 * K) ** w >= 0, (2 * K) ** w <= 2**w * D ** (n * w))

        def step(w: Term, above: Fact, here: Fact) -> Fact:
            grown = p.lemma("power_step", 2 * K, w, using=[above])
            double = p.lemma("power_step", 2, w, using=[above])
            product_of = p.arith(n * w >= 0, dimension, above)
            added = powers_added(p).apply(D, n, using=[dimension]).apply(n * w, using=[product_of])
            z = integer("z")
            added = p.arith(D ** (n * (w + 1)) == D ** (n * w) * D**n, added, p.congruent(lam(z, D**z), p.ring(
                n * (w + 1), n * w + n)))  # fmt: skip
            bound, square = 2**w * D ** (n * w), D**n
            first = p.arith((2 * K) ** w * K <= bound * K, here.right, count)
            second = p.arith(bound * K <= bound * square, few, p.arith(bound >= 0, here))
            old = p.arith((2 * K) ** (w + 1) == 2 * ((2 * K) ** w * K), grown)
            new = p.arith(2 ** (w + 1) * D ** (n * (w + 1)) == 2 * (bound * square), double, added, multipliers=[
                2, 2**w, 2 ** (w + 1)])  # fmt: skip
            positive = p.arith((2 * K) ** (w + 1) >= 0, old, p.arith((2 * K) ** w * K >= 0, here.left, count))
            return p.both(positive, p.arith(claim(w + 1).args[1], first, second, old, new))

        z = integer("z")
        one = p.congruent(lam(z, D**z), p.ring(n * 0, 0))
        zero = [p.lemma("power_zero", 2 * K), p.lemma("power_zero", 2), p.lemma("power_zero", D), one]
        base = p.both(
            *(p.arith(part, *zero, multipliers=[1, D ** (n * 0), 2 ** term(0)]) for part in claim(term(0)).args)
        )
        return p.induction("w", 0, claim, base, step)

    return for_all(p, [D, K, n], conj(D >= 0, K >= 0, n >= 0, K <= D**n), prove)


# From the best network of each guess to the best network.


@once
def least_value(p: Proof) -> Fact:
    """forall g: forall T >= 1: some t from 1 to T has g(t) <= g(s) for 1 <= s <= T."""
    g = p.fresh("g", "int->real")

    def claim(T: Term) -> Term:
        return some(t, 1, T, every(s, 1, T, g(t) <= g(s)))

    def start() -> Fact:
        one = term(1)
        only = over(p, 1, one, lambda s, at: p.arith(g(1) <= g(s), p.congruent(g, p.arith(s == 1, at))), "s")
        return p.witness(claim(one), 1, p.both(p.both(p.arith(one <= one), p.arith(one <= one)), only))

    def step(T: Term, above: Fact, here: Fact) -> Fact:
        mark = p.opened
        u, facts = p.obtain(here, "t")

        def best(v: Term, within: Fact, *known: Fact) -> Fact:
            def each(s: Term, at: Fact) -> Fact:
                return p.decide(s <= T, lambda yes: p.arith(g(v) <= g(s), facts.right.apply(s, using=[
                    at.left, yes]), *known), lambda no: p.arith(g(v) <= g(s), *known, p.congruent(
                        g, p.arith(s == T + 1, no, at))))  # fmt: skip

            return p.witness(claim(T + 1), v, p.both(within, over(p, 1, T + 1, each, "s")))

        stays = p.both(facts.left.left, p.arith(u <= T + 1, facts.left))
        moves = p.both(p.arith(1 <= T + 1, above), p.arith(T + 1 <= T + 1))
        fact = p.decide(g(u) <= g(T + 1), lambda yes: best(u, stays, yes),
                        lambda no: best(T + 1, moves, no))  # fmt: skip
        return p.close(fact, mark)

    return p.general(g, p.induction("T", 1, claim, start, step))


Listed = tuple[Term, Term, Term, Fact, Fact, Fact]


def on_a_listed_cell(p: Proof, ell: Term, net: tuple[Term, Term, Term], s: Term, P: Term, listing: Fact, w: Term,
                     n: Term, x: Term, y: Term, D: Term, dimension: Fact) -> Listed:  # fmt: skip
    """For a network, a guess t of the listing and weights d, c that satisfy its constraints, such that CellLoss of
    s(t), P(t), d, c is the loss of the network: t, d, c, the bounds of t, InCell and the equation. Opens t."""
    (r, R, d, c), feasible, _ = as_guess(p, ell, *net, w, n, x, y, D, dimension)
    signs, cuts, cell = p.open_definition(feasible).split()
    covers = p.open_definition(listing).right
    u, facts = p.obtain(covers.apply(r, R, using=[p.both(signs, cuts)]), "t")
    inside = p.open_definition(cell)

    def at(i: Term, at_i: Fact, j: Term, at_j: Fact) -> Fact:
        here = inside.apply(i, using=[at_i]).apply(j, using=[at_j])
        same = facts.right.apply(i, using=[at_i]).right.apply(j, using=[at_j])
        value = Input(d(i), c(i), x(j), n)
        yes, no = p.assume(P(u)(i)(j)), p.assume(negation(P(u)(i)(j)))
        off = p.refute(R(i)(j), lambda on: p.conflict(p.modus_ponens(same.right, on), no))
        return p.both(
            p.implication(yes.formula, p.prove(value >= 0, p.modus_ponens(here.left, p.modus_ponens(same.left, yes)))),
            p.implication(no.formula, p.prove(value <= 0, p.modus_ponens(here.right, off))),
        )

    moved = over(p, 1, w, lambda i, at_i: over(p, 1, D, lambda j, at_j: at(i, at_i, j, at_j), "j"))
    moved = p.restate(moved, InCell(P(u), d, c, w, n, x, D))
    own = cell_loss(p, ell, s(u), P(u), d, c, w, n, x, y, D, moved)
    *_, same_outputs = signed_form(p, *net, w, n, dimension)
    z = p.fresh("x", "int->real")

    def unit(i: Term, low: Fact, high: Fact) -> Fact:
        value = maximum(0, Input(d(i), c(i), z, n))
        return p.arith(
            s(u)(i) * value == r(i) * value, facts.right.apply(i, using=[low, high]).left, multipliers=[value]
        )

    f, g = (lam(i, e(i) * maximum(0, Input(d(i), c(i), z, n))) for e in (s(u), r))
    equal = p.general(z, p.restate(equal_sums(p, term(1), w, f, g, unit), Output(s(u), d, c, w, n, z) == Output(
        r, d, c, w, n, z)))  # fmt: skip
    between_ = equal_losses(p, ell, (s(u), d, c), (r, d, c), w, n, x, y, D, equal)
    theirs = equal_losses(p, ell, net, (r, d, c), w, n, x, y, D, same_outputs)
    value = p.arith(
        CellLoss(ell, s(u), P(u), d, c, w, n, x, y, D) == Loss(ell, *net, w, n, x, y, D), own, between_, theirs
    )
    return u, d, c, facts.left, moved, value


def best_of_listed(p: Proof, ell: Term, s: Term, P: Term, a: Term, b: Term, T: Term, listing: Fact, solved: Fact,
                   w: Term, n: Term, x: Term, y: Term, D: Term, dimension: Fact) -> Fact:  # fmt: skip
    """Some t from 1 to T: Optimal(s(t), a(t), b(t)), from GuessListing and, for each t, InCell and that a(t), b(t) have
    the least CellLoss among the weights of the cell."""
    g = lam(t, CellLoss(ell, s(t), P(t), a(t), b(t), w, n, x, y, D))
    zero, rows = lam(i, term(0)), lam(i, k, term(0))
    mark = p.opened
    *_, within, _, _ = on_a_listed_cell(p, ell, (zero, rows, zero), s, P, listing, w, n, x, y, D, dimension)
    many = p.close(p.arith(T >= 1, within), mark)
    u, least = p.obtain(least_value(p).apply(g, T, using=[many]), "t")
    at = solved.apply(u, using=[least.left])
    own = cell_loss(p, ell, s(u), P(u), a(u), b(u), w, n, x, y, D, at.left)
    net = p.fresh("v", "int->real"), p.fresh("a", "int->int->real"), p.fresh("b", "int->real")
    inner = p.opened
    v, d, c, bounds, cell, value = on_a_listed_cell(p, ell, net, s, P, listing, w, n, x, y, D, dimension)
    there = solved.apply(v, using=[bounds]).right.apply(d, c, using=[cell])
    here = least.right.apply(v, using=[bounds])
    better = p.arith(
        Loss(ell, s(u), a(u), b(u), w, n, x, y, D) <= Loss(ell, *net, w, n, x, y, D), own, here, there, value
    )
    better = p.close(better, inner)
    optimal = Optimal(ell, s(u), a(u), b(u), w, n, x, y, D)
    wanted = some(t, 1, T, Optimal(ell, s(t), a(t), b(t), w, n, x, y, D))
    return p.close(p.witness(wanted, u, p.both(least.left, p.restate(p.general(*net, better), optimal))), mark)


def optimum_on_a_listed_cell(p: Proof, ell: Term, s: Term, P: Term, there: Fact, listing: Fact, w: Term, n: Term,
                             T: Term, x: Term, y: Term, D: Term, dimension: Fact) -> Fact:  # fmt: skip
    """Some t from 1 to T: some weights in the cell of t are Optimal with the signs s(t), from GuessListing and
    ``there``: some network is Optimal."""
    a_, b_ = function("a", "int->int->real"), function("b", "int->real")

    def solved(t: Term) -> Term:
        return exists(a_, b_, conj(InCell(P(t), a_, b_, w, n, x, D), Optimal(ell, s(t), a_, b_, w, n, x, y, D)))

    mark = p.opened
    v, a, b, best = p.obtain(there, "v", "a", "b")
    best = p.open_definition(best)
    u, d, c, bounds, cell, value = on_a_listed_cell(p, ell, (v, a, b), s, P, listing, w, n, x, y, D, dimension)
    own = cell_loss(p, ell, s(u), P(u), d, c, w, n, x, y, D, cell)
    net = p.fresh("v", "int->real"), p.fresh("a", "int->int->real"), p.fresh("b", "int->real")
    better = p.arith(Loss(ell, s(u), d, c, w, n, x, y, D) <= Loss(ell, *net, w, n, x, y, D), own, value, best(*net))
    optimal = p.restate(p.general(*net, better), Optimal(ell, s(u), d, c, w, n, x, y, D))
    found = p.witness(solved(u), d, c, p.both(cell, optimal))
    return p.close(p.witness(some(t, 1, T, solved(t)), u, p.both(bounds, found)), mark)


@once
def powers_of_larger(p: Proof) -> Fact:
    """forall A, B: 0 <= A, A <= B => forall w >= 0: 0 <= A^w and A^w <= B^w."""
    A, B = p.fresh("A", "int"), p.fresh("B", "int")

    def prove(given: list[Fact]) -> Fact:
        low, larger = given

        def claim(w: Term) -> Term:
            return conj(A**w >= 0, A**w <= B**w)

        def step(w: Term, above: Fact, here: Fact) -> Fact:
            first, second = (p.lemma("power_step", base, w, using=[above]) for base in (A, B))
            one = p.arith(A**w * A <= B**w * A, here.right, low)
            two = p.arith(B**w * A <= B**w * B, larger, p.arith(B**w >= 0, here))
            return p.both(p.arith(A ** (w + 1) >= 0, first, p.arith(A**w * A >= 0, here.left, low)), p.arith(
                A ** (w + 1) <= B ** (w + 1), first, second, one, two))  # fmt: skip

        zero = [p.lemma("power_zero", base) for base in (A, B)]
        base = p.both(*(p.arith(part, *zero) for part in claim(term(0)).args))
        return p.induction("w", 0, claim, base, step)

    return for_all(p, [A, B], conj(A >= 0, A <= B), prove)
