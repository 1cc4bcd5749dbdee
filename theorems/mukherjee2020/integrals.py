"""Piecewise linear functions have areas, and only one each."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import once, sum_split
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    every,
    exists,
    false,
    forall,
    implies,
    integer,
    lam,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.networks import clear_of_both, joined, line_of
from theorems.mukherjee2020.pwl import AtMostPieces, Linear
from theorems.mukherjee2020.triangles import Area, antiderivative, area_of_lines, distance, rescaled_area, trapezoids

i, x, I = integer("i"), real("x"), real("I")


@once
def areas_add(pf: Proof) -> Fact:
    """For all e, a, b, c, I, J: areas I over [a, b] and J over [b, c] make I + J over [a, c]."""
    e = pf.fresh("e", "real->real")
    a, b, c, I, J = (pf.fresh(name, "real") for name in ("a", "b", "c", "I", "J"))
    premises = [pf.assume(Area(e, a, b, I)), pf.assume(Area(e, b, c, J))]
    mark = pf.opened
    n, t, first = pf.obtain(pf.open_definition(premises[0]), "n", "t")
    m, r, second = pf.obtain(pf.open_definition(premises[1]), "n", "t")
    count, start, middle, cells, value = first.split()
    more, again, end, others, rest = second.split()
    both = lam(i, where(i <= n, t(i), r(i - n)))

    def early(k: Term, at: Fact) -> Fact:
        return pf.lemma("if_true", *both(k).args, using=[at])

    def late(k: Term, at: Fact) -> Fact:
        """both(k) = r(k - n) for k >= n."""
        goal = both(k) == r(k - n)

        def meets(yes: Fact) -> Fact:
            equal = pf.arith(k == n, yes, at)
            return pf.arith(goal, early(k, yes), pf.congruent(t, equal), middle, pf.congruent(r, pf.arith(
                k - n == 0, equal)), again)  # fmt: skip

        return pf.decide(k <= n, meets, lambda no: pf.lemma("if_false", *both(k).args, using=[no]))

    def cell(k: Term, bounds: Fact) -> Fact:
        goal = conj(both(k) < both(k + 1), Linear(e, both(k), both(k + 1)))

        def old(yes: Fact) -> Fact:
            here = cells.apply(k, using=[pf.both(pf.arith(0 <= k, bounds), pf.arith(k <= n - 1, yes))])
            left, right = early(k, pf.arith(k <= n, yes)), early(k + 1, yes)
            return pf.rewrite(pf.rewrite(here, pf.symmetric(right)), pf.symmetric(left))

        def new(no: Fact) -> Fact:
            here = others.apply(k - n, using=[pf.both(pf.arith(0 <= k - n, no), pf.arith(k - n <= m - 1, bounds))])
            left = late(k, pf.arith(k >= n, no))
            right = pf.arith(both(k + 1) == r(k - n + 1), late(k + 1, pf.arith(k + 1 >= n, no)))
            return pf.rewrite(pf.rewrite(here, pf.symmetric(right)), pf.symmetric(left))

        return pf.prove(goal, pf.decide(k + 1 <= n, old, new))

    def trapezoid(t: Term) -> Term:
        return lam(i, (t(i + 1) - t(i)) * (e(t(i)) + e(t(i + 1))) / 2)

    whole, left, right = trapezoid(both), trapezoid(t), trapezoid(r)

    def equal_left(k: Term, bounds: Fact) -> Fact:
        ends = early(k, pf.arith(k <= n, bounds)), early(k + 1, pf.arith(k + 1 <= n, bounds))
        values = [pf.congruent(e, f) for f in ends]
        return pf.arith(whole(k) == left(k), *ends, *values, multipliers=[
            both(k + 1) - both(k), t(k + 1) - t(k), e(t(k)), e(t(k + 1)), e(both(k)), e(both(k + 1)), 1])  # fmt: skip

    def equal_right(k: Term, bounds: Fact) -> Fact:
        ends = [pf.arith(both(n + k) == r(k), late(n + k, pf.arith(n + k >= n, bounds))), pf.arith(
            both(n + k + 1) == r(k + 1), late(n + k + 1, pf.arith(n + k + 1 >= n, bounds)))]  # fmt: skip
        values = [pf.congruent(e, f) for f in ends]
        return pf.arith(whole(n + k) == right(k), *ends, *values, multipliers=[
            both(n + k + 1) - both(n + k), r(k + 1) - r(k), e(r(k)), e(r(k + 1)), e(both(n + k)), e(both(n + k + 1)),
            1])  # fmt: skip

    shifted = lam(i, whole(n + i))
    split = sum_split(pf).apply(0, n, whole, m, using=[pf.arith(m >= 0, more), pf.arith(0 <= n, count)])
    same = [
        pf.lemma("sum_same", 0, n - 1, whole, left, using=[over(pf, 0, n - 1, equal_left)]),
        pf.lemma("sum_same", 0, m - 1, shifted, right, using=[over(pf, 0, m - 1, equal_right)]),
    ]
    summed = pf.arith(I + J == total(i, 0, n + m - 1, whole(i)), split, *same, value, rest)
    goal = Area(e, a, c, I + J)
    fact = pf.both(
        pf.arith(n + m >= 1, count, more),
        pf.arith(both(term(0)) == a, early(term(0), pf.arith(term(0) <= n, count)), start),
        pf.arith(both(n + m) == c, late(n + m, pf.arith(n + m >= n, more)), end),
        over(pf, 0, n + m - 1, cell),
        summed,
    )
    fact = pf.close(pf.restate(pf.witness(body(goal), n + m, both, fact), goal), mark)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(e, a, b, c, I, J, fact)


def has_area(e: Term, a: Term, b: Term) -> Term:
    """e has an area over [a, b]."""
    return exists(I, Area(e, a, b, I))


def together(pf: Proof, e: Term, a: Term, b: Term, c: Term, first: Fact, second: Fact) -> Fact:
    """e has an area over [a, c], from its having one over [a, b] and over [b, c]."""
    mark = pf.opened
    left, left_area = pf.obtain(first, "I")
    right, right_area = pf.obtain(second, "I")
    whole = areas_add(pf).apply(e, a, b, c, left, right, using=[left_area, right_area])
    return pf.close(pf.witness(has_area(e, a, c), left + right, whole), mark)


@once
def area_of_one_sign(pf: Proof) -> Fact:
    """For all f, g, a < b, alpha, beta: if f - g is alpha x + beta on [a, b] and does not change its sign there, |f -
    g| has an area over [a, b], of one trapezoid."""
    f, g = pf.fresh("f", "real->real"), pf.fresh("g", "real->real")
    a, b, alpha, beta = (pf.fresh(name, "real") for name in ("a", "b", "alpha", "beta"))
    e = distance(f, g)
    left, right = alpha * a + beta, alpha * b + beta
    line = forall(x, implies(between(a, x, b), f(x) - g(x) == alpha * x + beta))
    premises = [pf.assume(p) for p in (a < b, line, left * right >= 0)]
    order, on, product = premises
    t, one = lam(i, a + i * (b - a)), term(1)
    total_ = trapezoids(e, t, one)

    def with_sign(sign: int, signs: list[Fact]) -> Fact:
        def value(n: Term, c: Term, bounds: Fact, inside: Fact) -> Fact:
            start = pf.arith(n * (b - a) == 0, pf.arith(n == 0, bounds), multipliers=[b - a])
            low, high = pf.arith(a <= c, inside, start), pf.arith(c <= b, inside, start)
            here = on.apply(c, using=[pf.both(low, high)])
            scaled = pf.arith(sign * (alpha * c + beta) * (b - a) == sign * left * (b - c) + sign * right * (c - a))
            signed = pf.arith(
                sign * (alpha * c + beta) * (b - a) >= 0,
                scaled,
                pf.arith(sign * left * (b - c) >= 0, signs[0], high),
                pf.arith(sign * right * (c - a) >= 0, signs[1], low),
            )
            signed = pf.arith(sign * (alpha * c + beta) >= 0, signed, order)
            return pf.by_cases(pf.lemma("abs", f(c) - g(c)), *[lambda k: pf.arith(
                e(c) == sign * alpha * c + sign * beta, k, here, signed)] * 2)  # fmt: skip

        goal = Area(e, a, b, total_)
        return pf.witness(has_area(e, a, b), total_, area_of_lines(
            pf, goal, one, t, value, pf.reflexive(total_), order))  # fmt: skip

    def negative(first: Fact, second: Fact) -> Fact:
        return with_sign(-1, [pf.arith(left <= 0, first), pf.arith(right <= 0, second)])

    def positive(yes: Fact) -> Fact:
        return pf.decide(right >= 0, lambda ok: with_sign(1, [yes, ok]), lambda no: negative(pf.arith(
            left <= 0, yes, no, product), no))  # fmt: skip

    fact = pf.decide(left >= 0, positive, lambda no: negative(no, pf.arith(right <= 0, product, no)))
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, g, a, b, alpha, beta, fact)


@once
def area_where_affine(pf: Proof) -> Fact:
    """The same where it may change its sign: then the area is that of two triangles."""
    f, g = pf.fresh("f", "real->real"), pf.fresh("g", "real->real")
    a, b, alpha, beta = (pf.fresh(name, "real") for name in ("a", "b", "alpha", "beta"))
    e = distance(f, g)
    left, right = alpha * a + beta, alpha * b + beta
    premises = [pf.assume(p) for p in (a < b, forall(x, implies(between(a, x, b), f(x) - g(x) == alpha * x + beta)))]
    order, on = premises
    simple = area_of_one_sign(pf)

    def part(u: Term, v: Term, less: Fact, product: Fact, *sides: Fact) -> Fact:
        y = pf.fresh("x", "real")
        line = pf.general(
            y,
            under(
                pf,
                between(u, y, v),
                lambda inside: on.apply(
                    y, using=[pf.both(pf.arith(a <= y, inside, *sides), pf.arith(y <= b, inside, *sides))]
                ),
            ),
        )
        return simple.apply(f, g, u, v, alpha, beta, using=[less, line, product])

    def crossing(no: Fact) -> Fact:
        steep = pf.refute(
            alpha == 0,
            lambda flat: pf.arith(
                false,
                no,
                pf.arith(left * right == beta * beta, flat, multipliers=[a * right, b * beta, beta]),
                pf.arith(beta * beta >= 0, squares=[beta]),
            ),
        )
        inverse = pf.lemma("inverse", alpha, using=[steep])
        z = -beta * (1 / alpha)
        root = pf.arith(alpha * z + beta == 0, inverse, multipliers=[beta])
        zeta = pf.fresh("z", "real")
        given = pf.assume(alpha * zeta + beta == 0)
        squared = pf.arith(
            alpha * alpha * ((zeta - a) * (b - zeta)) > 0,
            no,
            pf.arith(
                left * right == (alpha * (a - zeta)) * (alpha * (b - zeta)),
                given,
                multipliers=[alpha * a, alpha * b, beta, alpha * zeta, 1],
            ),
        )
        between_ = pf.absurd(
            (zeta - a) * (b - zeta) > 0,
            lambda neg: pf.arith(
                false,
                squared,
                pf.arith(
                    alpha * alpha * (0 - (zeta - a) * (b - zeta)) >= 0,
                    pf.arith(alpha * alpha >= 0, squares=[alpha]),
                    pf.arith(0 - (zeta - a) * (b - zeta) >= 0, neg),
                ),
            ),
        )
        low = pf.absurd(
            a < zeta,
            lambda neg: pf.arith(
                false,
                between_,
                pf.arith(
                    (a - zeta) * (b - zeta) >= 0, pf.arith(a - zeta >= 0, neg), pf.arith(b - zeta >= 0, neg, order)
                ),
            ),
        )
        high = pf.absurd(
            zeta < b,
            lambda neg: pf.arith(
                false, between_, pf.arith((zeta - a) * (zeta - b) >= 0, pf.arith(zeta - b >= 0, neg), low)
            ),
        )
        first = part(a, zeta, low, pf.arith(left * (alpha * zeta + beta) >= 0, given, multipliers=[left]), low, high)
        second = part(
            zeta, b, high, pf.arith((alpha * zeta + beta) * right >= 0, given, multipliers=[right]), low, high
        )
        fact = pf.implication(given.formula, together(pf, e, a, zeta, b, first, second))
        return pf.general(zeta, fact).apply(z, using=[root])

    fact = pf.decide(left * right >= 0, lambda yes: part(a, b, order, yes, order), crossing)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, g, a, b, alpha, beta, fact)


@once
def distances_have_areas(pf: Proof) -> Fact:
    """For all f, g, n, m >= 1 and a < b: if f has at most n pieces and g at most m, |f - g| has an area over [a, b];
    cut at the breakpoints one after the other."""
    f, g = pf.fresh("f", "real->real"), pf.fresh("g", "real->real")
    n, m = pf.fresh("n", "int"), pf.fresh("m", "int")
    e = distance(f, g)
    premises = [pf.assume(p) for p in (n >= 1, m >= 1, AtMostPieces(f, n), AtMostPieces(g, m))]
    mark = pf.opened
    c, lines = pf.obtain(pf.open_definition(premises[2]), "c")
    d, others = pf.obtain(pf.open_definition(premises[3]), "c")
    low, high = pf.arith(n - 1 >= 0, premises[0]), pf.arith(m - 1 >= 0, premises[1])
    points, count = joined(c, n - 1, d), n - 1 + (m - 1)

    def free(u: Term, v: Term, less: Fact, clear_: Fact) -> Fact:
        """Without a breakpoint inside."""
        first, second = clear_of_both(pf, c, n - 1, d, m - 1, u, v, clear_, low, high)
        inner = pf.opened
        alpha, beta, one = line_of(pf, lines.apply(u, v, using=[less, first]))
        gamma, omega, other = line_of(pf, others.apply(u, v, using=[less, second]))
        y = pf.fresh("x", "real")
        line = pf.general(
            y,
            under(
                pf,
                between(u, y, v),
                lambda inside: pf.arith(
                    f(y) - g(y) == (alpha - gamma) * y + (beta - omega),
                    one.apply(y, using=[inside]),
                    other.apply(y, using=[inside]),
                ),
            ),
        )
        return pf.close(area_where_affine(pf).apply(f, g, u, v, alpha - gamma, beta - omega, using=[less, line]), inner)

    a, b = pf.fresh("a", "real"), pf.fresh("b", "real")

    def rest(k: Term, u: Term, v: Term) -> Term:
        """None of the points after the first k is inside [u, v]."""
        return every(i, k + 1, count, negation(conj(u < points(i), points(i) < v)))

    def claim(k: Term) -> Term:
        u, v = real("u"), real("v")
        return implies(k <= count, forall(u, v, implies(u < v, rest(k, u, v), has_area(e, u, v))))

    def over_intervals(k: Term, prove: Callable[..., Fact]) -> Fact:
        u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
        less, none = pf.assume(u < v), pf.assume(rest(k, u, v))
        inner = pf.opened
        fact = pf.close(prove(u, v, less, none), inner)
        return pf.general(u, v, pf.implication(less.formula, pf.implication(none.formula, fact)))

    def base() -> Fact:
        def all_free(u: Term, v: Term, less: Fact, none: Fact) -> Fact:
            clear_ = over(
                pf,
                1,
                count,
                lambda k, at: none.apply(k, using=[pf.both(pf.arith(term(0) + 1 <= k, at), pf.arith(k <= count, at))]),
            )
            return free(u, v, less, clear_)

        return under(pf, term(0) <= count, lambda _: over_intervals(term(0), all_free))

    def step(k: Term, at_least: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[pf.arith(k <= count, bound)])
            p = points(k + 1)

            def split(u: Term, v: Term, less: Fact, none: Fact) -> Fact:
                def narrower(s: Term, t: Term, *sides: Fact) -> Fact:
                    """None of the points after the first k is inside [s, t], which has p at an end or outside."""

                    def one(j: Term, at: Fact) -> Fact:
                        bad = conj(s < points(j), points(j) < t)

                        def later(yes: Fact) -> Fact:
                            away = none.apply(
                                j, using=[pf.both(pf.arith(k + 1 + 1 <= j, yes), pf.arith(j <= count, at))]
                            )
                            return pf.refute(
                                bad,
                                lambda inside: pf.conflict(
                                    pf.both(
                                        pf.arith(u < points(j), inside, *sides), pf.arith(points(j) < v, inside, *sides)
                                    ),
                                    away,
                                ),
                            )

                        def first(no: Fact) -> Fact:
                            same = pf.congruent(points, pf.arith(j == k + 1, no, at))
                            return pf.refute(bad, lambda inside: missed(inside, same))

                        return pf.decide(j >= k + 2, later, first)

                    missed = sides_missed(pf, p, s, t, sides)
                    return over(pf, k + 1, count, one)

                def inside(yes: Fact) -> Fact:
                    left = before.apply(u, p, using=[yes.left, narrower(u, p, yes.left, yes.right, pf.arith(p <= p))])
                    right = before.apply(p, v, using=[yes.right, narrower(p, v, yes.left, yes.right, pf.arith(p <= p))])
                    return together(pf, e, u, p, v, left, right)

                def outside(no: Fact) -> Fact:
                    return before.apply(u, v, using=[less, narrower(u, v, no)])

                return pf.decide(conj(u < p, p < v), inside, outside)

            return over_intervals(k + 1, split)

        return under(pf, k + 1 <= count, grow)

    whole = pf.induction("k", 0, claim, base, step).apply(
        count, using=[pf.arith(count >= 0, low, high), pf.arith(count <= count)]
    )
    order = pf.assume(a < b)
    nothing = over(
        pf,
        count + 1,
        count,
        lambda k, at: pf.anything(negation(conj(a < points(k), points(k) < b)), pf.arith(false, at)),
    )
    fact = pf.close(whole.apply(a, b, using=[order, nothing]), mark)
    fact = pf.implication(order.formula, fact)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, g, n, m, a, b, fact)


def sides_missed(pf: Proof, p: Term, s: Term, t: Term, sides: tuple[Fact, ...]) -> Callable[[Fact, Fact], Fact]:
    """From q = p for a point q inside (s, t): false, since p is an end, or outside."""

    def missed(inside: Fact, equal: Fact) -> Fact:
        if sides[0].formula.op == "not":
            at = pf.both(pf.arith(s < p, inside, equal), pf.arith(p < t, inside, equal))
            return pf.conflict(at, sides[0])
        return pf.arith(false, inside, equal, *sides)

    return missed


@once
def only_one_area(pf: Proof) -> Fact:
    """For all e, a, b, I, J: areas I and J of e over [a, b] are equal."""
    e = pf.fresh("e", "real->real")
    a, b, I, J = (pf.fresh(name, "real") for name in ("a", "b", "I", "J"))
    premises = [pf.assume(Area(e, a, b, I)), pf.assume(Area(e, a, b, J))]
    mark = pf.opened
    A, facts = pf.obtain(antiderivative(pf).apply(e, a, b, I, using=[premises[0]]), "A")
    rise, below, above = facts.left, facts.right.left, facts.right.right
    y = pf.fresh("z", "real")
    same = pf.general(y, under(pf, between(a, y, b), lambda _: pf.congruent(e, pf.ring(0 + 1 * y, y))))
    again = rescaled_area(pf).apply(e, A, a, b, 0, 1, e, a, b, J, using=[
        pf.arith(term(0) < 1), pf.arith(a <= term(0) + 1 * a), pf.arith(term(0) + 1 * b <= b), same, below, above,
        premises[1]])  # fmt: skip
    ends = pf.congruent(A, pf.ring(term(0) + 1 * a, a)), pf.congruent(A, pf.ring(term(0) + 1 * b, b))
    fact = pf.close(pf.arith(I == J, rise, again, *ends), mark)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(e, a, b, I, J, fact)
