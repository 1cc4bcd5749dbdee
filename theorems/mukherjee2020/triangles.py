"""Integrals of piecewise linear functions as areas of trapezoids; the distance of a wave from functions of few pieces.

The language has no integral. That of a piecewise linear function is the sum of the areas of the trapezoids under its
pieces, signed; :func:`Area` says this. It needs no limit, exists for every piecewise linear function, and does not
depend on the cuts.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import once, smaller_sum, sum_of_constants, sums_linear, sums_swapped
from numerics.terms import (
    Term,
    absolute,
    between,
    body,
    conj,
    define,
    every,
    exists,
    false,
    floor,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.networks import clear
from theorems.mukherjee2020.pwl import Affine, AtMostPieces, Linear, Network
from theorems.mukherjee2020.sawtooths import parity

x, y, z, I = real("x"), real("y"), real("z"), real("I")
i, j, n, m = integer("i"), integer("j"), integer("n"), integer("m")
alpha, beta = real("alpha"), real("beta")
A = function("A", "real->real")


def bit(i: Term) -> Term:
    """i mod 2."""
    return i - 2 * floor(i / 2)


@define
def Area(e: "real->real", u: "real", v: "real", I: "real") -> Term:
    """I is the integral of e over [u, v]: e is piecewise linear there, and I the sum of the areas of its trapezoids."""
    n, t = integer("n"), function("t", "int->real")
    trapezoid = (t(i + 1) - t(i)) * (e(t(i)) + e(t(i + 1))) / 2
    return exists(n, t, conj(n >= 1, t(0) == u, t(n) == v,
                             every(i, 0, n - 1, conj(t(i) < t(i + 1), Linear(e, t(i), t(i + 1)))),
                             I == total(i, 0, n - 1, trapezoid)))  # fmt: skip


@define
def Wave(s: "real->real", q: "int") -> Term:
    """s is the triangle wave with q laps on [0, 1]: from 0 to 1 on [0, 1/q], back to 0 on [1/q, 2/q], and so on."""
    return every(i, 0, q - 1, forall(x, implies(between(i, q * x, i + 1),
                                                s(x) == bit(i) + (1 - 2 * bit(i)) * (q * x - i))))  # fmt: skip


@define
def Computes(w: "int->int", k: "int", f: "real->real") -> Term:
    """A ReLU network with k hidden layers of widths w(1), ..., w(k) computes f (Definition 1)."""
    z, W, b = (function("z", "int->int->real->real"), function("W", "int->int->int->real"),
               function("b", "int->int->real"))  # fmt: skip
    c, beta = function("c", "int->real"), real("beta")
    return exists(z, W, b, c, beta, conj(
        Network(z, W, b, w, k), forall(x, f(x) == beta + total(j, 1, w(k), c(j) * z(k)(j)(x)))))  # fmt: skip


# From trapezoids to bounds.


def bounds_below(e: Term, A: Term, low: Term, high: Term, sign: int = 1) -> Term:
    """Where e >= alpha s + beta on [x, y], A(y) - A(x) is at least the area under that line (sign -1: both <=)."""
    s = real("s")
    line, area = alpha * s + beta, (y - x) * (alpha * (x + y) / 2 + beta)
    under_line = forall(s, implies(between(x, s, y), line <= e(s) if sign == 1 else e(s) <= line))
    return forall(x, y, alpha, beta, implies(
        low <= x, x < y, y <= high, under_line,
        area <= A(y) - A(x) if sign == 1 else A(y) - A(x) <= area))  # fmt: skip


@once
def antiderivative(pf: Proof) -> Fact:
    """For all e, u, v, I: if I is the integral of e over [u, v], there is A with A(v) - A(u) = I, and A(y) - A(x) is
    at least (at most) the area under any line that is below (above) e on [x, y]."""
    e, u, v, I = pf.fresh("e", "real->real"), pf.fresh("u", "real"), pf.fresh("v", "real"), pf.fresh("I", "real")
    given = pf.assume(Area(e, u, v, I))
    mark = pf.opened
    n, t, facts = pf.obtain(pf.open_definition(given), "n", "t")
    count, first, last, cells, value = facts.split()
    trapezoid = lam(i, (t(i + 1) - t(i)) * (e(t(i)) + e(t(i + 1))) / 2)

    def holds(A: Term, m: Term) -> Term:
        return conj(t(0) <= t(m), A(t(0)) == 0, A(t(m)) == total(i, 0, m - 1, trapezoid(i)),
                    bounds_below(e, A, t(0), t(m)), bounds_below(e, A, t(0), t(m), -1))  # fmt: skip

    def claim(m: Term) -> Term:
        return implies(m <= n, exists(A, holds(A, m)))

    def shape(A: Term, m: Term, sign: int, prove: Callable[..., Fact]) -> Fact:
        """bounds_below(e, A, t(0), t(m), sign): ``prove(x, y, alpha, beta, x >= t(0), x < y, y <= t(m), line)``."""
        names = [pf.fresh(name, "real") for name in ("x", "y", "alpha", "beta")]
        goal = bounds_below(e, A, t(0), t(m), sign)
        opened = instance_of(goal, *names)
        premises = []
        while opened.op == "=>":
            premises.append(pf.assume(opened.args[0]))
            opened = opened.args[1]
        fact = pf.prove(opened, prove(*names, *premises))
        for premise in reversed(premises):
            fact = pf.implication(premise.formula, fact)
        return pf.general(*names, fact)

    def base() -> Fact:
        zero = lam(x, term(0) * x)
        none = [shape(zero, term(0), sign, lambda x, y, alpha, beta, above, less, below, line, sign=sign: pf.anything(
            (y - x) * (alpha * (x + y) / 2 + beta) <= zero(y) - zero(x) if sign == 1 else
            zero(y) - zero(x) <= (y - x) * (alpha * (x + y) / 2 + beta),
            pf.arith(false, above, less, below))) for sign in (1, -1)]  # fmt: skip
        empty = pf.lemma("sum_empty", 0, term(0) - 1, trapezoid)
        holds_at = pf.both(pf.arith(t(0) <= t(0)), pf.arith(zero(t(0)) == 0), pf.arith(
            zero(t(0)) == total(i, 0, term(0) - 1, trapezoid(i)), empty), *none)  # fmt: skip
        return under(pf, term(0) <= n, lambda _: pf.witness(exists(A, holds(A, term(0))), zero, holds_at))

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            old, known = pf.obtain(here.apply(using=[bound]), "A")
            order, start, total_so_far, *bounds = known.split()
            left, right = t(m), t(m + 1)
            rising, linear = cells.apply(m, using=[low, bound]).split()
            line = pf.open_definition(linear)
            new = lam(x, where(x <= left, old(x), old(left) + (x - left) * (e(left) + e(x)) / 2))
            slope = (e(right) - e(left)) * (1 / (right - left))
            inverse = pf.lemma("inverse", right - left, using=[pf.arith(right - left > 0, rising)])
            sigma = pf.fresh("sigma", "real")
            steep = pf.assume(sigma * (right - left) == e(right) - e(left))

            def early(x: Term, at: Fact) -> Fact:
                return pf.lemma("if_true", *new(x).args, using=[at])

            def late(x: Term, at: Fact) -> Fact:
                goal = new(x) == old(left) + (x - left) * (e(left) + e(x)) / 2

                def equal(yes: Fact) -> Fact:
                    same = pf.arith(x == left, yes, at)
                    return pf.arith(goal, early(x, yes), pf.congruent(old, same), same, multipliers=[e(left), e(x)])

                return pf.decide(x <= left, equal, lambda no: pf.lemma("if_false", *new(x).args, using=[no]))

            def on_cell(x: Term, above: Fact, below: Fact) -> Fact:
                """e(x) = e(left) + sigma (x - left)."""
                at = line.apply(x, using=[pf.both(above, below)])
                product = pf.arith((e(x) - e(left) - sigma * (x - left)) * (right - left) == 0, at, steep,
                                   multipliers=[x - left])  # fmt: skip
                return pf.arith(e(x) == e(left) + sigma * (x - left), product, rising)

            def in_cell(sign: int, x: Term, y: Term, alpha: Term, beta: Term, above: Fact, less: Fact, below: Fact,
                        at_x: Fact, at_y: Fact) -> Fact:  # fmt: skip
                """The bound on [x, y] inside the new cell."""
                gap = new(y) - new(x)
                value = pf.arith(gap == (y - x) * (e(x) + e(y)) / 2, late(x, above), late(y, pf.arith(
                    left <= y, above, less)), on_cell(x, above, pf.arith(x <= right, less, below)), on_cell(
                    y, pf.arith(left <= y, above, less), below), multipliers=[x - left, y - left, x, y])  # fmt: skip
                ends = alpha * (x + y) + 2 * beta
                if sign == 1:
                    return pf.arith((y - x) * (alpha * (x + y) / 2 + beta) <= gap, value, pf.arith(
                        (y - x) * (e(x) + e(y) - ends) >= 0, pf.arith(e(x) + e(y) - ends >= 0, at_x, at_y),
                        less))  # fmt: skip
                return pf.arith(gap <= (y - x) * (alpha * (x + y) / 2 + beta), value, pf.arith(
                    (y - x) * (ends - e(x) - e(y)) >= 0, pf.arith(ends - e(x) - e(y) >= 0, at_x, at_y),
                    less))  # fmt: skip

            def bound_on(sign: int) -> Fact:
                before = bounds[0] if sign == 1 else bounds[1]

                def prove(x: Term, y: Term, alpha: Term, beta: Term, above: Fact, less: Fact, below: Fact,
                          line: Fact) -> Fact:  # fmt: skip
                    area = lambda a, b: (b - a) * (alpha * (a + b) / 2 + beta)  # noqa: E731
                    goal = area(x, y) <= new(y) - new(x) if sign == 1 else new(y) - new(x) <= area(x, y)

                    def part(a: Term, b: Term, *sides: Fact) -> Fact:
                        s = pf.fresh("s", "real")
                        return pf.general(s, under(pf, between(a, s, b), lambda inside: line.apply(s, using=[pf.both(
                            pf.arith(x <= s, inside, *sides), pf.arith(s <= y, inside, *sides))])))  # fmt: skip

                    def at(s: Term, *sides: Fact) -> Fact:
                        return line.apply(s, using=[pf.both(pf.arith(x <= s, *sides), pf.arith(s <= y, *sides))])

                    def all_old(yes: Fact) -> Fact:
                        past = before.apply(x, y, alpha, beta, using=[above, less, yes, line])
                        return pf.arith(goal, past, early(x, pf.arith(x <= left, yes, less)), early(y, yes))

                    def some_new(no: Fact) -> Fact:
                        beyond = pf.arith(left < y, no)

                        def all_new(yes: Fact) -> Fact:
                            return in_cell(sign, x, y, alpha, beta, yes, less, below, at(x, less), at(y, less))

                        def straddles(inside: Fact) -> Fact:
                            inside = pf.arith(x < left, inside)
                            past = before.apply(x, left, alpha, beta, using=[
                                above, inside, pf.arith(left <= left), part(x, left, beyond)])  # fmt: skip
                            near = pf.arith(left <= left)
                            now = in_cell(sign, left, y, alpha, beta, near, beyond, below, at(left, inside, beyond),
                                          at(y, less))  # fmt: skip
                            return pf.arith(goal, past, now, early(x, pf.arith(x <= left, inside)), early(
                                left, near))  # fmt: skip

                        return pf.decide(left <= x, all_new, straddles)

                    return pf.decide(y <= left, all_old, some_new)

                return shape(new, m + 1, sign, prove)

            more = pf.lemma("sum_step", 0, m - 1, trapezoid, using=[pf.arith(0 <= m - 1 + 1, low)])
            more = pf.arith(total(i, 0, m + 1 - 1, trapezoid(i)) == total(i, 0, m - 1, trapezoid(i)) + trapezoid(m),
                            _respelled(pf, more, m))  # fmt: skip
            end = pf.arith(new(right) == total(i, 0, m + 1 - 1, trapezoid(i)), late(right, pf.arith(
                left <= right, rising)), more, total_so_far)  # fmt: skip
            result = pf.both(pf.arith(t(0) <= right, order, rising), pf.arith(new(t(0)) == 0, early(
                t(0), order), start), end, bound_on(1), bound_on(-1))  # fmt: skip
            result = pf.witness(exists(A, holds(A, m + 1)), new, result)
            result = pf.general(sigma, pf.implication(steep.formula, result))
            return result.apply(slope, using=[pf.arith(
                slope * (right - left) == e(right) - e(left), inverse, multipliers=[e(right) - e(left)])])  # fmt: skip

        return under(pf, m + 1 <= n, grow)

    whole = pf.induction("m", 0, claim, base, step).apply(n, using=[pf.arith(n >= 0, count), pf.arith(n <= n)])
    found, known = pf.obtain(whole, "A")
    _, start, end, *bounds = known.split()
    rise = pf.arith(found(t(n)) - found(t(0)) == I, start, end, value)
    statement = conj(A(v) - A(u) == I, bounds_below(e, A, u, v), bounds_below(e, A, u, v, -1))
    facts = pf.rewrite(pf.rewrite(pf.both(rise, *bounds), first), last)
    fact = pf.close(pf.witness(exists(A, statement), found, facts), mark)
    return pf.general(e, u, v, I, pf.implication(given.formula, fact))


def _respelled(pf: Proof, more: Fact, m: Term) -> Fact:
    """The sum up to m - 1 + 1 as one up to m + 1 - 1."""
    f = more.formula.args[0].args[2]
    moved = pf.congruent(lam(j, total(i, 0, j, f(i))), pf.ring(m - 1 + 1, m + 1 - 1))
    end = pf.congruent(f, pf.ring(m - 1 + 1, m))
    return pf.arith(total(i, 0, m + 1 - 1, f(i)) == total(i, 0, m - 1, f(i)) + f(m), more, moved, end)


# Triangles without a breakpoint.


def affine_cells(g: Term, T: Term, N: Term) -> Term:
    """How many of the intervals [T(i-1), T(i)], 1 <= i <= N, g is affine on."""
    return total(i, 1, N, where(Affine(g, T(i - 1), T(i)), 1, 0))


def indicator(pf: Proof, formula: Term) -> tuple[Fact, Fact]:
    """Of v = (1 if the formula holds, else 0): 0 <= v and v <= 1."""
    v = where(formula, 1, 0)

    def one(goal: Term) -> Fact:
        return pf.decide(
            formula,
            lambda yes: pf.arith(goal, pf.lemma("if_true", *v.args, using=[yes])),
            lambda no: pf.arith(goal, pf.lemma("if_false", *v.args, using=[no])),
        )

    return one(v >= 0), one(v <= 1)


@once
def at_least_a_term(pf: Proof) -> Fact:
    """For all f, n: if n >= 0 and f(i) >= 0 for 1 <= i <= n, then f(1) + ... + f(n) >= 0 and it is at least f(m) for
    every 1 <= m <= n."""
    f, n = pf.fresh("f", "int->real"), pf.fresh("n", "int")
    given = pf.assume(every(i, 1, n, f(i) >= 0))

    def claim(k: Term) -> Term:
        partial = total(i, 1, k, f(i))
        return implies(k <= n, conj(partial >= 0, every(m, 1, k, f(m) <= partial)))

    def base() -> Fact:
        empty = pf.lemma("sum_empty", 1, 0, lam(i, f(i)))
        none = over(pf, 1, term(0), lambda m, b: pf.anything(f(m) <= total(i, 1, term(0), f(i)), pf.arith(false, b)))
        return under(pf, term(0) <= n, lambda _: pf.both(pf.arith(total(i, 1, term(0), f(i)) >= 0, empty), none))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[bound])
            more = pf.lemma("sum_step", 1, k, lam(i, f(i)), using=[low])
            last = given.apply(k + 1, using=[low, bound])

            def one(m: Term, bounds: Fact) -> Fact:
                goal = f(m) <= total(i, 1, k + 1, f(i))

                def new(no: Fact) -> Fact:
                    same = pf.congruent(lam(i, f(i)), pf.arith(m == k + 1, no, bounds))
                    return pf.arith(goal, same, more, before.left)

                return pf.decide(m <= k, lambda yes: pf.arith(goal, before.right.apply(m, using=[bounds, yes]), more,
                                                              last), new)  # fmt: skip

            return pf.both(pf.arith(total(i, 1, k + 1, f(i)) >= 0, before.left, more, last), over(
                pf, 1, k + 1, one, "m"))  # fmt: skip

        return under(pf, k + 1 <= n, grow)

    count = pf.assume(n >= 0)
    fact = pf.induction("k", 0, claim, base, step).apply(n, using=[count, pf.arith(n <= n)])
    return pf.general(f, n, pf.implication(count.formula, pf.implication(given.formula, fact)))


@once
def missed_cells(pf: Proof) -> Fact:
    """For all g, p, T, N: p - 1 points are inside at most p - 1 of the N intervals [T(i-1), T(i)], so that a function
    with at most p pieces is affine on at least N - (p - 1) of them."""
    g, T = pf.fresh("g", "real->real"), pf.fresh("T", "int->real")
    p, N = pf.fresh("p", "int"), pf.fresh("N", "int")
    premises = [pf.assume(f) for f in (p >= 1, N >= 0, AtMostPieces(g, p), every(i, 1, N, T(i - 1) < T(i)))]
    some, length, few, rising = premises
    mark = pf.opened
    c, lines = pf.obtain(pf.open_definition(few), "c")
    good = lam(i, where(Affine(g, T(i - 1), T(i)), 1, 0))
    inside = lambda i, j: conj(T(i - 1) < c(j), c(j) < T(i))  # noqa: E731
    hit = lam(i, j, where(inside(i, j), 1, 0))

    def each(i: Term, low: Fact, high: Fact) -> Fact:
        """1 - good(i) <= the number of points inside."""
        row = lam(j, hit(i)(j))
        signs = over(pf, 1, p - 1, lambda j, _: indicator(pf, inside(i, j))[0], "j")
        sums = at_least_a_term(pf).apply(row, p - 1, using=[pf.arith(p - 1 >= 0, some), signs])
        number = total(j, 1, p - 1, row(j))
        goal = 1 - good(i) <= number

        def free(yes: Fact) -> Fact:
            affine = lines.apply(T(i - 1), T(i), using=[rising.apply(i, using=[low, high]), yes])
            return pf.arith(goal, pf.lemma("if_true", *good(i).args, using=[affine]), sums.left)

        def taken(no: Fact) -> Fact:
            def few(too_few: Fact) -> Fact:
                def missed(j: Term, bounds: Fact) -> Fact:
                    def bad(at: Fact) -> Fact:
                        one = pf.lemma("if_true", *hit(i)(j).args, using=[at])
                        return pf.arith(false, one, sums.right.apply(j, using=[bounds]), too_few)

                    return pf.refute(inside(i, j), bad)

                return pf.conflict(over(pf, 1, p - 1, missed, "j"), no)

            one = pf.absurd(number >= 1, few)
            return pf.arith(goal, one, indicator(pf, good(i).args[0])[0])

        return pf.decide(clear(c, p - 1, T(i - 1), T(i)), free, taken)

    def column(j: Term) -> Fact:
        """Every point is inside at most one interval."""

        def claim(n: Term) -> Term:
            so_far = total(i, 1, n, hit(i)(j))
            return implies(n <= N, conj(so_far <= 1, implies(c(j) >= T(n), so_far <= 0), T(0) <= T(n)))

        def base() -> Fact:
            empty = pf.lemma("sum_empty", 1, 0, lam(i, hit(i)(j)))
            zero = pf.arith(total(i, 1, term(0), hit(i)(j)) <= 0, empty)
            # Before the first interval nothing has been hit, wherever the point is.
            return under(
                pf,
                term(0) <= N,
                lambda _: pf.both(
                    pf.arith(total(i, 1, term(0), hit(i)(j)) <= 1, zero),
                    under(pf, c(j) >= T(0), lambda _: zero),
                    pf.arith(T(0) <= T(0)),
                ),
            )

        def step(n: Term, low: Fact, here: Fact) -> Fact:
            def grow(bound: Fact) -> Fact:
                before, quiet, order = here.apply(using=[bound]).split()
                more = pf.lemma("sum_step", 1, n, lam(i, hit(i)(j)), using=[low])
                up = pf.arith(T(n) < T(n + 1), rising.apply(n + 1, using=[low, bound]))
                new = hit(n + 1)(j)
                zero_one = indicator(pf, inside(n + 1, j))
                so_far = total(i, 1, n + 1, hit(i)(j))

                def outside(no: Fact) -> Fact:
                    zero = pf.lemma("if_false", *new.args, using=[no])
                    return pf.arith(so_far <= 1, zero, more, before)

                def within(yes: Fact) -> Fact:
                    beyond = quiet.apply(using=[pf.arith(c(j) >= T(n), yes)])
                    return pf.arith(so_far <= 1, more, beyond, zero_one[1])

                def past(at: Fact) -> Fact:
                    beyond = quiet.apply(using=[pf.arith(c(j) >= T(n), at, up)])
                    out = pf.refute(inside(n + 1, j), lambda bad: pf.arith(false, bad, at))
                    return pf.arith(so_far <= 0, more, beyond, pf.lemma("if_false", *new.args, using=[out]))

                return pf.both(pf.decide(inside(n + 1, j), within, outside), under(pf, c(j) >= T(n + 1), past),
                               pf.arith(T(0) <= T(n + 1), order, up))  # fmt: skip

            return under(pf, n + 1 <= N, grow)

        return pf.induction("n", 0, claim, base, step).apply(N, using=[length, pf.arith(N <= N)]).left

    rows, columns = pf.arith(term(1) <= N + 1, length), pf.arith(term(1) <= p - 1 + 1, some)
    unit = lam(i, term(1))
    bad = lam(i, 1 * unit(i) + (-1) * good(i))
    number = lam(i, total(j, 1, p - 1, hit(i)(j)))
    below = smaller_sum(pf, term(1), N, bad, number, rows, lambda i, low, high: pf.arith(
        bad(i) <= number(i), each(i, low, high)))  # fmt: skip
    split = sums_linear(pf).apply(1, N, unit, good, 1, -1, using=[rows])
    ones = sum_of_constants(pf).apply(1, N, 1, using=[rows])
    swapped = sums_swapped(pf).apply(1, N, 1, p - 1, hit, using=[columns, rows])
    crowd = lam(j, total(i, 1, N, hit(i)(j)))
    bounded = smaller_sum(pf, term(1), p - 1, crowd, lam(j, term(1)), columns, lambda j, low, high: column(j))
    points = sum_of_constants(pf).apply(1, p - 1, 1, using=[columns])
    fact = pf.arith(N - (p - 1) <= total(i, 1, N, good(i)), below, split, ones, swapped, bounded, points)
    fact = pf.close(fact, mark)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(g, p, T, N, fact)


# The error on one triangle, and on all of them.


def distance(f: Term, g: Term) -> Term:
    """|f - g|, as a function."""
    return lam(x, absolute(f(x) - g(x)))


@once
def error_on_a_triangle(pf: Proof) -> Fact:
    """For all f, g, A, low, high, u, h, c, gamma, omega: if f has a triangle of slope c over [u, u + 2h], g is affine
    there, and A bounds areas under |f - g| from below, then A(u + 2h) - A(u) >= c h^2 / 2: test |f - g| against the
    sign -1, 1, 1, -1 on the quarters of the triangle, to which affine functions are orthogonal."""
    f, g, A = (pf.fresh(name, "real->real") for name in ("f", "g", "A"))
    low, high, u, h, c, gamma, omega = (pf.fresh(name, "real") for name in (
        "low", "high", "u", "h", "c", "gamma", "omega"))  # fmt: skip
    e = distance(f, g)
    premises = [
        pf.assume(a)
        for a in (
            h > 0,
            low <= u,
            u + 2 * h <= high,
            forall(x, implies(between(u, x, u + h), f(x) == c * (x - u))),
            forall(x, implies(between(u + h, x, u + 2 * h), f(x) == c * (u + 2 * h - x))),
            forall(x, implies(between(u, x, u + 2 * h), g(x) == gamma * x + omega)),
            bounds_below(e, A, low, high),
        )
    ]
    wide, after, before, rising, falling, line, bounds = premises
    half = h / 2

    def quarter(n: int) -> Fact:
        left, right = u + n * half, u + (n + 1) * half
        slope, start = (c, -c * u) if n < 2 else (-c, c * (u + 2 * h))
        sign = -1 if n in (0, 3) else 1
        a, b = sign * (slope - gamma), sign * (start - omega)

        def below(s: Term, at: Fact) -> Fact:
            value = (rising if n < 2 else falling).apply(s, using=[pf.both(*(pf.arith(part, at, wide) for part in (
                (u <= s, s <= u + h) if n < 2 else (u + h <= s, s <= u + 2 * h))))])  # fmt: skip
            on = line.apply(s, using=[pf.both(pf.arith(u <= s, at, wide), pf.arith(s <= u + 2 * h, at, wide))])
            goal = a * s + b <= e(s)
            return pf.by_cases(pf.lemma("abs", f(s) - g(s)), lambda k: pf.arith(goal, k, value, on),
                               lambda k: pf.arith(goal, k, value, on))  # fmt: skip

        s = pf.fresh("s", "real")
        under_line = pf.general(s, under(pf, between(left, s, right), lambda at: below(s, at)))
        area = bounds.apply(left, right, a, b, using=[pf.arith(low <= left, after, wide), pf.arith(
            left < right, wide), pf.arith(right <= high, before, wide), under_line])  # fmt: skip
        return area

    quarters = [quarter(n) for n in range(4)]
    fact = pf.arith(c * h * h / 2 <= A(u + 2 * h) - A(u), *quarters)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, g, A, low, high, u, h, c, gamma, omega, fact)


def wave_between(pf: Proof, s: Term, q: Term, wave: Fact, some: Fact) -> Fact:
    """0 <= s(x) <= 1 for 0 <= x <= 1; ``some`` is q >= 1."""
    laps, y = pf.open_definition(wave), pf.fresh("x", "real")

    def level(n: Term, place: Fact, inside: Fact) -> Fact:
        at = laps.apply(n, using=[place]).apply(y, using=[inside])
        goals = 0 <= s(y), s(y) <= 1
        return pf.by_cases(parity(pf, n)[0], *[lambda b: pf.both(*(pf.arith(goal, at, b, inside, multipliers=[
            q * y - n, 1]) for goal in goals))] * 2)  # fmt: skip

    def at_point(where_: Fact) -> Fact:
        n = floor(q * y)
        low = pf.lemma("floor", q * y)
        scaled = pf.arith(q * y >= 0, where_, some), pf.arith(q * (1 - y) >= 0, where_, some)

        def inner(yes: Fact) -> Fact:
            place = pf.both(pf.arith(n >= 0, low, scaled[0]), pf.arith(n <= q - 1, low, yes))
            return level(n, place, pf.both(pf.arith(n <= q * y, low), pf.arith(q * y <= n + 1, low)))

        def end(no: Fact) -> Fact:
            place = pf.both(pf.arith(q - 1 >= 0, some), pf.arith(q - 1 <= q - 1))
            return level(q - 1, place, pf.both(pf.arith(q - 1 <= q * y, no), pf.arith(q * y <= q - 1 + 1, scaled[1])))

        return pf.decide(q * y < q, inner, end)

    return pf.general(y, under(pf, between(0, y, 1), at_point))


def even_bit(pf: Proof, m: Term) -> Fact:
    """2 m mod 2 = 0."""
    low = pf.lemma("floor", 2 * m / 2)
    return pf.arith(bit(2 * m) == 0, pf.arith(floor(2 * m / 2) == m, low))


def triangles_of(pf: Proof, s: Term, q: Term, wave: Fact, some: Fact) -> Fact:
    """For 1 <= i <= floor(q/2): s(x) = q (x - u) on [u, u + h] and q (u + 2h - x) on [u + h, u + 2h], where h = 1/q and
    u = 2 (i - 1) / q; ``some`` is q >= 1."""
    laps = pf.open_definition(wave)
    inverse = pf.lemma("inverse", q, using=[pf.arith(q > 0, some)])
    h = 1 / q
    half = pf.lemma("floor", q / 2)

    def triangle(i: Term, bounds: Fact) -> Fact:
        u = 2 * (i - 1) / q
        start = pf.arith(q * u == 2 * (i - 1), inverse, multipliers=[i - 1, 1])
        even = even_bit(pf, i - 1)
        odd = pf.arith(bit(2 * i - 1) == 1, _previous(pf, i))
        x = pf.fresh("x", "real")

        def scaled(at: Fact, left: Term, right: Term) -> Fact:
            """left <= q x <= right."""
            low = pf.arith(q * (x - at.formula.args[0].args[0]) >= 0, at, some)
            high = pf.arith(q * (at.formula.args[1].args[1] - x) >= 0, at, some)
            return pf.both(pf.arith(left <= q * x, low, start, inverse), pf.arith(q * x <= right, high, start, inverse))

        def up(at: Fact) -> Fact:
            here = laps.apply(2 * (i - 1), using=[pf.both(pf.arith(0 <= 2 * (i - 1), bounds), pf.arith(
                2 * (i - 1) <= q - 1, bounds, half))])(x)  # fmt: skip
            here = pf.modus_ponens(here, scaled(at, 2 * (i - 1), 2 * (i - 1) + 1))
            return pf.arith(s(x) == q * (x - u), here, even, start, multipliers=[q * x, i, 1])

        def down(at: Fact) -> Fact:
            here = laps.apply(2 * i - 1, using=[pf.both(pf.arith(0 <= 2 * i - 1, bounds), pf.arith(
                2 * i - 1 <= q - 1, bounds, half))])(x)  # fmt: skip
            here = pf.modus_ponens(here, scaled(at, 2 * i - 1, 2 * i - 1 + 1))
            return pf.arith(s(x) == q * (u + 2 * h - x), here, odd, start, inverse, multipliers=[q * x, i, 1])

        return pf.both(pf.general(x, under(pf, between(u, x, u + h), up)), pf.general(x, under(
            pf, between(u + h, x, u + 2 * h), down)))  # fmt: skip

    return over(pf, 1, floor(q / 2), triangle)


def _previous(pf: Proof, i: Term) -> Fact:
    """floor((2 i - 1) / 2) = i - 1."""
    low = pf.lemma("floor", (2 * i - 1) / 2)
    return pf.arith(floor((2 * i - 1) / 2) == i - 1, low)


@once
def error_of_few_pieces(pf: Proof) -> Fact:
    """For all s, q, C, f, g, p, I: if s is the wave of q laps, f = C s, g has at most p pieces, and I is the integral
    of |f - g| over [0, 1], then 2 q I >= C (floor(q/2) - (p - 1))."""
    s, f, g = (pf.fresh(name, "real->real") for name in ("s", "f", "g"))
    q, p, C, I = pf.fresh("q", "int"), pf.fresh("p", "int"), pf.fresh("C", "real"), pf.fresh("I", "real")
    e = distance(f, g)
    premises = [
        pf.assume(a)
        for a in (q >= 1, C > 0, p >= 1, Wave(s, q), forall(x, f(x) == C * s(x)), AtMostPieces(g, p), Area(e, 0, 1, I))
    ]
    some, tall, pieces, wave, equal, few, area = premises
    mark = pf.opened
    A, facts = pf.obtain(antiderivative(pf).apply(e, 0, 1, I, using=[area]), "A")
    rise, below, _ = facts.split()[0], facts.right.left, facts.right.right
    N, h = floor(q / 2), 1 / q
    half = pf.lemma("floor", q / 2)
    inverse = pf.lemma("inverse", q, using=[pf.arith(q > 0, some)])
    width = pf.arith(h > 0, inverse, some)
    T = lam(i, 2 * i / q)
    triangles = triangles_of(pf, s, q, wave, some)
    good = lam(i, where(Affine(g, T(i - 1), T(i)), 1, 0))
    scale = C * h / 2

    def grows(a: Term, b: Term, low: Fact, less: Fact, high: Fact) -> Fact:
        t = pf.fresh("s", "real")
        value = pf.by_cases(pf.lemma("abs", f(t) - g(t)), *[lambda k: pf.arith(0 * t + 0 <= e(t), k)] * 2)
        line = pf.general(t, under(pf, between(a, t, b), lambda _: value))
        area = below.apply(a, b, 0, 0, using=[low, less, high, line])
        return pf.arith(A(b) - A(a) >= 0, area)

    def claim(n: Term) -> Term:
        return implies(n <= N, scale * total(i, 1, n, good(i)) <= A(T(n)) - A(0))

    def base() -> Fact:
        empty = pf.lemma("sum_empty", 1, 0, lam(i, good(i)))
        start = pf.congruent(A, pf.ring(T(term(0)), 0))
        return under(
            pf,
            term(0) <= N,
            lambda _: pf.arith(
                scale * total(i, 1, term(0), good(i)) <= A(T(term(0))) - A(0), empty, start, multipliers=[scale]
            ),
        )

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before = here.apply(using=[bound])
            more = pf.lemma("sum_step", 1, n, lam(i, good(i)), using=[low])
            k = n + 1
            u, v = T(k - 1), T(k)
            up, down = triangles.apply(k, using=[low, bound]).split()
            left = pf.arith(0 <= u, width, low, pf.ring(u, 2 * n * h))
            right = pf.arith(v <= 1, pf.arith(2 * h * (n + 1) <= h * q, pf.arith(2 * (n + 1) <= q, bound, half), width),
                             inverse)  # fmt: skip
            spell = pf.congruent(A, pf.ring(v, u + 2 * h)), pf.congruent(A, pf.ring(u, T(n)))
            new = good(k)
            goal = scale * new <= A(v) - A(u)

            def flat(no: Fact) -> Fact:
                zero = pf.lemma("if_false", *new.args, using=[no])
                return pf.arith(goal, zero, grows(u, v, left, pf.arith(u < v, width), right), multipliers=[scale])

            def straight(yes: Fact) -> Fact:
                one = pf.lemma("if_true", *new.args, using=[yes])
                inner = pf.opened
                gamma, omega, line = pf.obtain(pf.open_definition(yes), "gamma", "omega")
                t = pf.fresh("x", "real")

                def tall_side(fact: Fact, low_: Term, high_: Term, value: Term) -> Fact:
                    return pf.general(t, under(pf, between(low_, t, high_), lambda at: pf.arith(
                        f(t) == value, equal(t), fact.apply(t, using=[at]), multipliers=[C])))  # fmt: skip

                c = C * q
                rising = tall_side(up, u, u + h, c * (t - u))
                falling = tall_side(down, u + h, u + 2 * h, c * (u + 2 * h - t))
                on = pf.general(t, under(pf, between(u, t, u + 2 * h), lambda at: line.apply(t, using=[pf.both(
                    pf.arith(u <= t, at), pf.arith(t <= v, at))])))  # fmt: skip
                error = error_on_a_triangle(pf).apply(f, g, A, 0, 1, u, h, c, gamma, omega, using=[
                    width, left, pf.arith(u + 2 * h <= 1, right), rising, falling, on, below])  # fmt: skip
                return pf.close(pf.arith(goal, error, one, spell[0], pf.arith(
                    c * h * h / 2 == scale, inverse, multipliers=[C * h, 1]), multipliers=[scale]), inner)  # fmt: skip

            this = pf.decide(new.args[0], straight, flat)
            return pf.arith(scale * total(i, 1, k, good(i)) <= A(T(k)) - A(0), before, this, pf.arith(
                scale * total(i, 1, k, good(i)) == scale * total(i, 1, n, good(i)) + scale * new, more,
                multipliers=[scale]), spell[1])  # fmt: skip

        return under(pf, n + 1 <= N, grow)

    length = pf.arith(N >= 0, half, some)
    sums = pf.induction("n", 0, claim, base, step).apply(N, using=[length, pf.arith(N <= N)])
    end = pf.arith(T(N) <= 1, pf.arith(2 * h * N <= h * q, half, width), inverse)
    start = pf.arith(0 <= T(N), pf.arith(h * N >= 0, width, length))

    def rest(no: Fact) -> Fact:
        return grows(T(N), term(1), start, pf.arith(T(N) < 1, no), pf.arith(term(1) <= 1))

    def whole(yes: Fact) -> Fact:
        return pf.arith(A(1) - A(T(N)) >= 0, pf.congruent(A, pf.arith(T(N) == 1, yes, end)))

    last = pf.decide(T(N) >= 1, whole, rest)
    order = over(pf, 1, N, lambda i, _: pf.arith(T(i - 1) < T(i), width))
    counted = missed_cells(pf).apply(g, p, T, N, using=[pieces, length, few, order])
    count = total(i, 1, N, good(i))
    enough = pf.arith(scale * (N - (p - 1)) <= I, pf.arith(scale * (N - (p - 1)) <= scale * count, counted, pf.arith(
        scale > 0, pf.arith(C * h > 0, tall, width))), sums, last, rise)  # fmt: skip
    fact = pf.arith(
        C * (N - (p - 1)) <= 2 * q * I,
        pf.arith(q * (scale * (N - (p - 1))) <= q * I, enough, some),
        pf.arith(q * (scale * (N - (p - 1))) == C * (N - (p - 1)) / 2, inverse, multipliers=[C * (N - (p - 1)), 1]),
    )
    fact = pf.close(fact, mark)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(s, q, C, f, g, p, I, fact)


def one_unit(pf: Proof, slope: Term, bias: Term, out: Term, beta: Term) -> tuple[Term, Term, Fact]:
    """A network of one unit: its widths, f(x) = beta + out max(0, bias + slope x), and Computes(widths, 1, f)."""
    l = integer("l")
    relu = lam(x, maximum(0, bias + slope * x))
    z = lam(l, i, x, where(l <= 0, x, relu(x)))
    W, b, widths, c = lam(l, i, j, slope), lam(l, i, bias), lam(l, term(1)), lam(j, out)
    f = lam(x, beta + out * relu(x))
    y = pf.fresh("x", "real")

    def layer(l: Term, bounds: Fact) -> Fact:
        zero = pf.arith(l == 0, bounds)

        def unit(i: Term, _: Fact) -> Fact:
            now = pf.lemma("if_false", *z(l + 1)(i)(y).args, using=[pf.arith(negation(l + 1 <= 0), zero)])
            summand = lam(j, slope * z(l)(j)(y))
            empty, one = pf.lemma("sum_empty", 1, 0, summand), pf.lemma("sum_step", 1, 0, summand)
            one = pf.rewrite(one, pf.ring(term(0) + 1, 1))
            before = pf.lemma("if_true", *z(l)(1)(y).args, using=[pf.arith(l <= 0, zero)])
            inner = pf.arith(bias + slope * y == bias + total(j, 1, 1, summand(j)), empty, one, before,
                             multipliers=[slope, 1])  # fmt: skip
            act = pf.congruent(lam(x, maximum(0, x)), inner)
            return pf.general(y, pf.arith(z(l + 1)(i)(y) == act.formula.args[1], now, act))

        return over(pf, 1, widths(l + 1), unit)

    network = pf.both(
        pf.ring(widths(term(0)), 1),
        over(pf, 1, term(1), lambda l, _: pf.arith(widths(l) >= 1)),
        pf.general(y, pf.lemma("if_true", *z(term(0))(1)(y).args)),
        over(pf, 0, term(1) - 1, layer, "l"),
    )
    hidden = lam(j, out * z(term(1))(j)(y))
    empty, one = pf.lemma("sum_empty", 1, 0, hidden), pf.lemma("sum_step", 1, 0, hidden)
    one = pf.rewrite(one, pf.ring(term(0) + 1, 1))
    on = pf.lemma("if_false", *z(term(1))(1)(y).args)
    output = pf.general(y, pf.arith(f(y) == beta + total(j, 1, widths(term(1)), hidden(j)), empty, one, on,
                                    multipliers=[out, 1]))  # fmt: skip
    facts = pf.both(pf.restate(network, Network(z, W, b, widths, 1)), output)
    goal = Computes(widths, 1, f)
    return widths, f, pf.restate(pf.witness(body(goal), z, W, b, c, beta, facts), goal)


# Areas of the same function in other coordinates, and of functions known to be lines.


@once
def rescaled_area(pf: Proof) -> Fact:
    """For all e, A, low, high, u, h, F, a, b, J: if A bounds areas under e on [low, high] from both sides, e(u + h z) =
    F(z) for a <= z <= b, h > 0, and J is the integral of F over [a, b], then A(u + h b) - A(u + h a) = h J."""
    e, A, F = (pf.fresh(name, "real->real") for name in ("e", "A", "F"))
    low, high, u, h, a, b, J = (pf.fresh(name, "real") for name in ("low", "high", "u", "h", "a", "b", "J"))
    premises = [pf.assume(f) for f in (
        h > 0, low <= u + h * a, u + h * b <= high, forall(z, implies(between(a, z, b), e(u + h * z) == F(z))),
        bounds_below(e, A, low, high), bounds_below(e, A, low, high, -1), Area(F, a, b, J))]  # fmt: skip
    wide, after, before, same, below, above, area = premises
    mark = pf.opened
    n, t, facts = pf.obtain(pf.open_definition(area), "n", "t")
    count, first, last, cells, value = facts.split()
    trapezoid = lam(i, (t(i + 1) - t(i)) * (F(t(i)) + F(t(i + 1))) / 2)
    inverse = pf.lemma("inverse", h, using=[wide])

    def downwards(d: Term) -> Term:
        return implies(d <= n, t(n - d) <= t(n))

    down = pf.induction("d", 0, downwards, lambda: under(pf, term(0) <= n, lambda _: pf.arith(
        t(n - 0) <= t(n), pf.congruent(t, pf.ring(n - 0, n)))), lambda d, low_, here: under(
        pf, d + 1 <= n, lambda bound: pf.arith(t(n - (d + 1)) <= t(n), here.apply(using=[bound]), cells.apply(
            n - (d + 1), using=[pf.both(pf.arith(0 <= n - (d + 1), bound), pf.arith(n - (d + 1) <= n - 1, low_))]).left,
            pf.congruent(t, pf.ring(n - (d + 1) + 1, n - d)))))  # fmt: skip

    def claim(m: Term) -> Term:
        return implies(m <= n, conj(a <= t(m), A(u + h * t(m)) - A(u + h * a) == h * total(i, 0, m - 1, trapezoid(i))))

    def base() -> Fact:
        empty = pf.lemma("sum_empty", 0, term(0) - 1, trapezoid)
        spelled = pf.congruent(lam(x, A(u + h * x)), first)
        return under(pf, term(0) <= n, lambda _: pf.both(pf.arith(a <= t(0), first), pf.arith(
            A(u + h * t(0)) - A(u + h * a) == h * total(i, 0, term(0) - 1, trapezoid(i)), empty, spelled,
            multipliers=[h, 1])))  # fmt: skip

    def step(m: Term, low_: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            order, so_far = here.apply(using=[bound]).split()
            left, right = t(m), t(m + 1)
            rising, linear = cells.apply(m, using=[pf.both(low_, pf.arith(m <= n - 1, bound))]).split()
            end = down.apply(n - (m + 1), using=[pf.arith(n - (m + 1) >= 0, bound), pf.arith(n - (m + 1) <= n, low_)])
            end = pf.arith(right <= b, end, last, pf.congruent(t, pf.ring(n - (n - (m + 1)), m + 1)))
            width = pf.lemma("inverse", right - left, using=[pf.arith(right - left > 0, rising)])
            slope = (F(right) - F(left)) * (1 / (right - left))
            rise = pf.arith(slope * (right - left) == F(right) - F(left), width, multipliers=[F(right) - F(left)])
            chord = pf.open_definition(linear)
            p, q = u + h * left, u + h * right
            alpha_, beta_ = slope * (1 / h), F(left) - slope * (u * (1 / h) + left)

            def on(s: Term, inside: Fact) -> Fact:
                """e(s) = alpha s + beta on [p, q]."""
                z_ = (s - u) * (1 / h)
                back = pf.arith(u + h * z_ == s, inverse, multipliers=[s - u])
                low_z = pf.arith(left <= z_, pf.arith(h * left <= h * z_, back, inside), wide)
                high_z = pf.arith(z_ <= right, pf.arith(h * z_ <= h * right, back, inside), wide)
                here_ = same.apply(z_, using=[pf.both(pf.arith(a <= z_, low_z, order), pf.arith(z_ <= b, high_z, end))])
                line = chord.apply(z_, using=[pf.both(low_z, high_z)])
                product_ = pf.arith((F(z_) - F(left) - slope * (z_ - left)) * (right - left) == 0, line, rise,
                                    multipliers=[z_ - left])  # fmt: skip
                straight = pf.arith(F(z_) == F(left) + slope * (z_ - left), product_, rising)
                return pf.arith(e(s) == alpha_ * s + beta_, here_, straight, pf.congruent(e, back))

            s = pf.fresh("s", "real")
            sides = pf.arith(low <= p, after, pf.arith(h * (left - a) >= 0, order, wide)), pf.arith(
                p < q, pf.arith(h * (right - left) > 0, rising, wide)), pf.arith(
                q <= high, before, pf.arith(h * (b - right) >= 0, end, wide))  # fmt: skip
            under_line = pf.general(s, under(pf, between(p, s, q), lambda at: pf.arith(
                alpha_ * s + beta_ <= e(s), on(s, at))))  # fmt: skip
            over_line = pf.general(s, under(pf, between(p, s, q), lambda at: pf.arith(
                e(s) <= alpha_ * s + beta_, on(s, at))))  # fmt: skip
            least = below.apply(p, q, alpha_, beta_, using=[*sides, under_line])
            most = above.apply(p, q, alpha_, beta_, using=[*sides, over_line])
            strip = (q - p) * (alpha_ * (p + q) / 2 + beta_)
            exact = pf.arith(A(q) - A(p) == strip, least, most)
            spelled = pf.arith(strip == h * trapezoid(m), inverse, rise, multipliers=[
                slope * (right - left) * (left + right) * h, slope * (right - left) * h, slope * (right - left) * u,
                h * (right - left), h, 1])  # fmt: skip
            more = _respelled(pf, pf.lemma("sum_step", 0, m - 1, trapezoid, using=[pf.arith(0 <= m - 1 + 1, low_)]), m)
            goal = A(q) - A(u + h * a) == h * total(i, 0, m + 1 - 1, trapezoid(i))
            return pf.both(pf.arith(a <= right, order, rising), pf.arith(goal, so_far, exact, spelled, more,
                                                                         multipliers=[h, 1]))  # fmt: skip

        return under(pf, m + 1 <= n, grow)

    whole = pf.induction("m", 0, claim, base, step).apply(n, using=[pf.arith(n >= 0, count), pf.arith(n <= n)]).right
    fact = pf.arith(A(u + h * b) - A(u + h * a) == h * J, whole, value, pf.congruent(lam(x, A(u + h * x)), last),
                    multipliers=[h, 1])  # fmt: skip
    fact = pf.close(fact, mark)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(e, A, low, high, u, h, F, a, b, J, fact)


def area_under_line(pf: Proof, e: Term, A: Term, bounds: tuple[Fact, Fact], a: Term, b: Term, alpha: Term, beta: Term,
                    order: Fact, sides: tuple[Fact, Fact], line: Callable[[Term, Fact], Fact]) -> Fact:  # fmt: skip
    """A(b) - A(a) = (b - a) (alpha (a + b) / 2 + beta), for a <= b, where e(s) = alpha s + beta on [a, b] (``line(s,
    a <= s <= b)``). ``bounds``: from below and above; ``sides``: low <= a and b <= high."""
    value = (b - a) * (alpha * (a + b) / 2 + beta)
    goal = A(b) - A(a) == value

    def proper(less: Fact) -> Fact:
        s = pf.fresh("s", "real")
        lines = [
            pf.general(s, under(pf, between(a, s, b), lambda at, f=f: pf.arith(f, line(s, at))))
            for f in (alpha * s + beta <= e(s), e(s) <= alpha * s + beta)
        ]
        both = [f.apply(a, b, alpha, beta, using=[sides[0], less, sides[1], line_]) for f, line_ in zip(
            bounds, lines, strict=True)]  # fmt: skip
        return pf.arith(goal, *both)

    def empty(no: Fact) -> Fact:
        equal = pf.arith(a == b, no, order)
        return pf.arith(goal, pf.congruent(A, equal), equal, multipliers=[alpha * (a + b) / 2 + beta, 1])

    return pf.decide(a < b, proper, empty)


def area_of_lines(pf: Proof, goal: Term, count: Term, t: Term, value: Callable[..., Fact], summed: Fact, *facts: Fact,
                  extra: tuple[Term, ...] = ()) -> Fact:  # fmt: skip
    """Area(e, u, v, I), the goal, with the cuts t(0), ..., t(count): ``value(n, c, bounds of n, t(n) <= c <= t(n+1))``
    proves that e(c) is a line there, ``summed`` that I is the sum of the trapezoids; ``facts`` order the cuts, and the
    arithmetic of a cell needs the multipliers ``extra``."""
    e, u, v, _ = goal.args

    def cell(n: Term, bounds: Fact) -> Fact:
        y, left, right = pf.fresh("x", "real"), t(n), t(n + 1)
        order = pf.arith(left < right, *facts)

        def chord(inside: Fact) -> Fact:
            ends = [value(n, c, bounds, pf.both(pf.arith(left <= c, order), pf.arith(c <= right, order)))
                    for c in (left, right)]  # fmt: skip
            return pf.arith(e(y) * (right - left) == e(left) * (right - y) + e(right) * (y - left), value(
                n, y, bounds, inside), *ends, multipliers=[right - left, right - y, y - left, *extra])  # fmt: skip

        linear = pf.general(y, under(pf, between(left, y, right), chord))
        return pf.both(order, pf.restate(linear, Linear(e, left, right)))

    return pf.restate(pf.witness(body(goal), count, t, pf.both(
        pf.arith(count >= 1), pf.arith(t(term(0)) == u, *facts), pf.arith(t(count) == v, *facts),
        over(pf, 0, count - 1, cell), summed)), goal)  # fmt: skip


def trapezoids(e: Term, t: Term, count: Term) -> Term:
    """The sum of the areas of the trapezoids, as in :func:`Area`."""
    return total(i, 0, count - 1, (t(i + 1) - t(i)) * (e(t(i)) + e(t(i + 1))) / 2)
