"""Piecewise linear functions fitted to data on the line ((2.6) to (2.8)): definitions by formula, and derivations.

The data are x(1) < ... < x(D); x(D+1) is any number beyond, for breakpoints to the right of the data. A function with
pieces a(j) x + b(j), 1 <= j <= w, has its breakpoint t(j), 1 <= j <= w - 1, between x(I(j)) and x(I(j) + 1).
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, sums_swapped
from numerics.terms import (
    Term,
    conj,
    define,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.networks import affine, affine_off, at_most, clear, combination, on_intervals, relu_layer
from theorems.mukherjee2020.pwl import Affine

i, j, k, m = (integer(name) for name in "ijkm")
x0 = real("x")


@define
def SortedData(x: "int->real", D: "int") -> Term:
    """x(1) < ... < x(D), and x(D+1) lies beyond."""
    return every(i, 1, D, x(i) < x(i + 1))


@define
def Places(I: "int->int", w: "int", D: "int") -> Term:
    """1 <= I(1) <= ... <= I(w-1) <= D."""
    return conj(every(j, 1, w - 1, conj(1 <= I(j), I(j) <= D)), every(j, 1, w - 2, I(j) <= I(j + 1)))


@define
def SlopeSigns(S: "int->real", w: "int") -> Term:
    """S(1), ..., S(w-1) are 1 or -1."""
    return every(j, 1, w - 1, either(S(j) == 1, S(j) == -1))


def gap(a: Term, b: Term, j: Term, at: Term) -> Term:
    """b(j+1) - b(j) - (a(j) - a(j+1)) x: how far piece j + 1 lies above piece j at x."""
    return b(j + 1) - b(j) - (a(j) - a(j + 1)) * at


@define
def AsPrinted(a: "int->real", b: "int->real", S: "int->real", I: "int->int", w: "int", x: "int->real") -> Term:
    """The inequalities (2.7) as printed."""
    return every(
        j,
        1,
        w - 1,
        conj(S(j) * gap(a, b, j, x(I(j))) >= 0, S(j) * gap(a, b, j, x(I(j) + 1)) <= 0, S(j) * (a(j + 1) - a(j)) >= 0),
    )


@define
def Turned(a: "int->real", b: "int->real", S: "int->real", I: "int->int", w: "int", x: "int->real") -> Term:
    """The inequalities (2.7) with the first two turned round."""
    return every(
        j,
        1,
        w - 1,
        conj(S(j) * gap(a, b, j, x(I(j))) <= 0, S(j) * gap(a, b, j, x(I(j) + 1)) >= 0, S(j) * (a(j + 1) - a(j)) >= 0),
    )


@define
def Crossings(t: "int->real", a: "int->real", b: "int->real", I: "int->int", w: "int", x: "int->real") -> Term:
    """Pieces j and j + 1 meet at t(j), which lies in [x(I(j)), x(I(j) + 1)]."""
    return every(
        j, 1, w - 1, conj(x(I(j)) <= t(j), t(j) <= x(I(j) + 1), a(j) * t(j) + b(j) == a(j + 1) * t(j) + b(j + 1))
    )


@define
def Pieced(f: "real->real", t: "int->real", a: "int->real", b: "int->real", w: "int") -> Term:
    """t(1) <= ... <= t(w-1), and f(x) = a(j) x + b(j) between t(j-1) and t(j), before t(1), and beyond t(w-1)."""
    return conj(every(j, 1, w - 2, t(j) <= t(j + 1)), every(j, 1, w, forall(x0, implies(
        either(j == 1, t(j - 1) <= x0), either(j == w, x0 <= t(j)), f(x0) == a(j) * x0 + b(j)))))  # fmt: skip


def member(i: Term, j: Term, I: Term, w: Term) -> Term:
    """x(i) lies in D_j."""
    return conj(either(j == 1, I(j - 1) < i), either(j == w, i <= I(j)))


def fitted(ell: Term, a: Term, b: Term, I: Term, w: Term, x: Term, y: Term, D: Term) -> Term:
    """The right side of (2.8): the sum of ell(a(j) x(i) + b(j) - y(i)) over all pieces j and the i with x(i) in D_j."""
    return total(j, 1, w, total(i, 1, D, where(member(i, j, I, w), ell(a(j) * x(i) + b(j) - y(i)), 0)))


def loss(ell: Term, f: Term, x: Term, y: Term, D: Term) -> Term:
    """The sum of ell(f(x(i)) - y(i))."""
    return total(i, 1, D, ell(f(x(i)) - y(i)))


# Derivations.


def blocks_once(p: Proof, I: Term, w: Term, D: Term, places: Fact, width: Fact, i: Term, c: Term) -> Fact:
    """The sum over 1 <= j <= w of c where x(i) lies in D_j is c: it lies in one of them. ``width`` is w >= 1."""
    order = p.open_definition(places).right
    f = lam(j, where(member(i, j, I, w), c, 0))

    def claim(m: Term) -> Term:
        return implies(m <= w, total(j, 1, m, f(j)) == where(either(m == w, i <= I(m)), c, 0))

    def value(j: Term, inside: bool, known: Fact) -> Fact:
        return p.lemma("if_true" if inside else "if_false", *f(j).args, using=[known])

    def outer(m: Term, inside: bool, known: Fact) -> Fact:
        condition = either(m == w, i <= I(m))
        return p.lemma("if_true" if inside else "if_false", condition, c, 0, using=[known])

    def by_end(m: Term, sums: list[Fact], start: Fact) -> Fact:
        """claim(m), where the blocks before m do not hold x(i): ``start`` is the first half of being in block m."""
        wanted = claim(m).args[1]

        def inside(yes: Fact) -> Fact:
            return p.arith(wanted, *sums, value(m, True, p.both(start, yes)), outer(m, True, yes))

        def beyond(no: Fact) -> Fact:
            out = p.refute(member(i, m, I, w), lambda yes: p.conflict(yes.right, no))
            return p.arith(wanted, *sums, value(m, False, out), outer(m, False, no))

        return p.decide(either(m == w, i <= I(m)), inside, beyond)

    def base() -> Fact:
        one = term(1)
        sums = [p.lemma("sum_empty", 1, 0, f), p.lemma("sum_step", 1, 0, f), p.congruent(f, p.ring(term(0) + 1, 1))]
        start = p.or_intro(either(one == 1, I(one - 1) < i), p.ring(one, 1))
        return p.implication(one <= w, by_end(one, sums, start))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        bound = p.assume(m + 1 <= w)
        before = p.modus_ponens(here, p.arith(m <= w, bound))
        sums = [p.lemma("sum_step", 1, m, f, using=[p.arith(term(1) <= m + 1, above)]), before]
        last, begun = m + 1, either(m + 1 == 1, I(m + 1 - 1) < i)
        index = p.congruent(I, p.ring(m + 1 - 1, m))

        def early(yes: Fact) -> Fact:
            """x(i) lies in a block up to m."""
            full = outer(m, True, p.or_intro(either(m == w, i <= I(m)), yes))
            out = p.refute(member(i, last, I, w), lambda at: p.by_cases(
                at.left, lambda g: p.arith(false, g, above), lambda g: p.arith(false, g, yes, index)))  # fmt: skip

            def more(no: Fact) -> Fact:
                less = p.absurd(m <= w - 2, lambda far: p.conflict(p.arith(last == w, far, bound), no))
                return p.arith(i <= I(last), yes, order.apply(m, using=[above, less]))

            goal = either(last == w, i <= I(last))
            held = p.decide(last == w, lambda e: p.or_intro(goal, e), lambda no: p.or_intro(goal, more(no)))
            return p.arith(claim(last).args[1], *sums, full, value(last, False, out), outer(last, True, held))

        def late(no: Fact) -> Fact:
            none = outer(m, False, p.refute(either(m == w, i <= I(m)), lambda yes: p.by_cases(
                yes, lambda g: p.arith(false, g, bound), lambda g: p.conflict(g, no))))  # fmt: skip
            start = p.or_intro(begun, p.arith(I(m + 1 - 1) < i, no, index))
            return by_end(last, [*sums, none], start)

        return p.implication(bound.formula, p.decide(i <= I(m), early, late))

    whole = p.induction("m", 1, claim, base, step).apply(w, using=[width, p.arith(w <= w)])
    end = outer(w, True, p.or_intro(either(w == w, i <= I(w)), p.ring(w, w)))
    return p.arith(total(j, 1, w, f(j)) == c, whole, end)


On = Callable[[Term, Fact, Term, Fact, Fact], Fact]


def split_sum(p: Proof, ell: Term, f: Term, a: Term, b: Term, I: Term, w: Term, x: Term, y: Term, D: Term,
              places: Fact, width: Fact, points: Fact, on: On) -> Fact:  # fmt: skip
    """The right side of (2.8) is the loss of f; ``on(i, bounds, j, bounds, x(i) in D_j)`` gives f(x(i)) = a(j) x(i) +
    b(j). ``width`` is w >= 1, ``points`` is D >= 1."""
    z = real("z")
    table = lam(j, i, where(member(i, j, I, w), ell(a(j) * x(i) + b(j) - y(i)), 0))
    swapped = sums_swapped(p).apply(1, w, 1, D, table, using=[
        p.arith(term(1) <= D + 1, points), p.arith(term(1) <= w + 1, width)])  # fmt: skip

    def column(i: Term, low: Fact, high: Fact) -> Fact:
        at_i = p.both(low, high)
        value = ell(f(x(i)) - y(i))
        constant = lam(j, where(member(i, j, I, w), value, 0))

        def entry(j: Term, low: Fact, high: Fact) -> Fact:
            inside = member(i, j, I, w)

            def yes(known: Fact) -> Fact:
                equal = on(i, at_i, j, p.both(low, high), known)
                moved = p.congruent(lam(z, ell(z)), p.arith(a(j) * x(i) + b(j) - y(i) == f(x(i)) - y(i), equal))
                return p.arith(table(j)(i) == constant(j), moved, *(p.lemma(
                    "if_true", *g.args, using=[known]) for g in (table(j)(i), constant(j))))  # fmt: skip

            return p.decide(inside, yes, lambda no: p.arith(table(j)(i) == constant(j), *(p.lemma(
                "if_false", *g.args, using=[no]) for g in (table(j)(i), constant(j)))))  # fmt: skip

        same = equal_sums(p, term(1), w, lam(j, table(j)(i)), constant, entry)
        return p.arith(total(j, 1, w, table(j)(i)) == value, same, blocks_once(
            p, I, w, D, places, width, i, value))  # fmt: skip

    rows = equal_sums(p, term(1), D, lam(i, total(j, 1, w, table(j)(i))), lam(i, ell(f(x(i)) - y(i))), column)
    return p.arith(fitted(ell, a, b, I, w, x, y, D) == loss(ell, f, x, y, D), swapped, rows)


def in_order(p: Proof, t: Term, low: Term, high: Term, order: Fact) -> Fact:
    """forall m >= low: m <= high + 1 => t(low) <= t(m), from forall j, low <= j <= high => t(j) <= t(j + 1)."""

    def claim(m: Term) -> Term:
        return implies(m <= high + 1, t(low) <= t(m))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        bound = p.assume(m + 1 <= high + 1)
        following = order.apply(m, using=[above, p.arith(m <= high, bound)])
        return p.implication(bound.formula, p.arith(t(low) <= t(m + 1), p.modus_ponens(here, p.arith(
            m <= high + 1, bound)), following))  # fmt: skip

    base = p.implication(low <= high + 1, p.arith(t(low) <= t(low)))
    return p.induction("m", low, claim, lambda: base, step)


def sorted_between(p: Proof, x: Term, D: Term, sorted_data: Fact, first: Term, last: Term, *bounds: Fact) -> Fact:
    """x(first) <= x(last), for 1 <= first <= last <= D + 1."""
    every_i = p.open_definition(sorted_data)
    low = p.arith(1 <= first, *bounds)
    order = over(p, first, D, lambda i, at: p.arith(x(i) <= x(i + 1), every_i.apply(i, using=[
        p.arith(1 <= i, low, at), at.right])))  # fmt: skip
    return in_order(p, x, first, D, order).apply(last, using=[p.arith(first <= last, *bounds), p.arith(
        last <= D + 1, *bounds)])  # fmt: skip


def on_pieces(p: Proof, f: Term, t: Term, a: Term, b: Term, I: Term, w: Term, x: Term, D: Term, sorted_data: Fact,
              places: Fact, pieced: Fact, crossings: Fact) -> On:  # fmt: skip
    """What :func:`split_sum` asks for, from Pieced and Crossings."""
    values, cross = p.open_definition(pieced).right, p.open_definition(crossings)
    each = p.open_definition(places).left

    def on(i: Term, at_i: Fact, j: Term, at_j: Fact, inside: Fact) -> Fact:
        def left(begun: Fact) -> Fact:
            goal = either(j == 1, t(j - 1) <= x(i))

            def past(after: Fact, no: Fact) -> Fact:
                later = p.absurd(j >= 2, lambda far: p.conflict(p.arith(j == 1, far, at_j), no))
                before = p.both(p.arith(1 <= j - 1, later), p.arith(j - 1 <= w - 1, at_j))
                crossed, place = cross.apply(j - 1, using=[before]), each.apply(j - 1, using=[before])
                up = sorted_between(p, x, D, sorted_data, I(j - 1) + 1, i, place, after, at_i)
                return p.or_intro(goal, p.arith(t(j - 1) <= x(i), crossed, up))

            return p.by_cases(begun, lambda yes: p.or_intro(goal, yes), lambda after: p.decide(
                j == 1, lambda yes: p.or_intro(goal, yes), lambda no: past(after, no)))  # fmt: skip

        def right(ends: Fact) -> Fact:
            goal = either(j == w, x(i) <= t(j))

            def up_to(before: Fact, no: Fact) -> Fact:
                earlier = p.absurd(j <= w - 1, lambda far: p.conflict(p.arith(j == w, far, at_j), no))
                here = p.both(at_j.left, earlier)
                crossed, place = cross.apply(j, using=[here]), each.apply(j, using=[here])
                down = sorted_between(p, x, D, sorted_data, i, I(j), place, before, at_i)
                return p.or_intro(goal, p.arith(x(i) <= t(j), crossed, down))

            return p.by_cases(ends, lambda yes: p.or_intro(goal, yes), lambda before: p.decide(
                j == w, lambda yes: p.or_intro(goal, yes), lambda no: up_to(before, no)))  # fmt: skip

        known = values.apply(j, using=[at_j])(x(i))
        return p.modus_ponens(p.modus_ponens(known, left(inside.left)), right(inside.right))

    return on


def turned_crossing(p: Proof, a: Term, b: Term, S: Term, j: Term, u: Term, v: Term, below: Fact, signed: Fact,
                    facts: list[Fact]) -> Fact:  # fmt: skip
    """exists t: u <= t <= v, where pieces j and j + 1 meet, from the turned inequalities at u <= v; ``signed`` is
    S(j) = 1 or -1."""
    t0 = real("t")
    goal = exists(t0, conj(u <= t0, t0 <= v, a(j) * t0 + b(j) == a(j + 1) * t0 + b(j + 1)))
    d = a(j) - a(j + 1)

    def flat(yes: Fact) -> Fact:
        def equal(s: Fact) -> Fact:
            return p.arith(b(j) == b(j + 1), *(_unsigned(p, s, f) for f in facts[:2]), yes, multipliers=[u, v])

        same = p.by_cases(signed, equal, equal)
        return p.exhibit(goal, [u], below, p.arith(u <= u), p.arith(
            a(j) * u + b(j) == a(j + 1) * u + b(j + 1), same, yes, multipliers=[1, u]))  # fmt: skip

    def steep(no: Fact) -> Fact:
        inverse = p.lemma("inverse", d, using=[no])
        t = (b(j + 1) - b(j)) * (1 / d)
        meets = p.arith(d * t == b(j + 1) - b(j), inverse, multipliers=[b(j + 1) - b(j)])

        def by_sign(s: Fact) -> Fact:
            known = [_unsigned(p, s, f) for f in facts]
            positive = s.formula.args[1].index == term(1).index
            side = p.absurd(d < 0 if positive else d > 0, lambda neg: p.conflict(p.arith(d == 0, neg, known[2]), no))
            return p.both(p.arith(u <= t, side, meets, known[0]), p.arith(t <= v, side, meets, known[1]))

        bounds = p.by_cases(signed, by_sign, by_sign)
        return p.exhibit(goal, [t], *bounds.split(), p.arith(a(j) * t + b(j) == a(j + 1) * t + b(j + 1), meets))

    return p.decide(d == 0, flat, steep)


def _unsigned(p: Proof, s: Fact, f: Fact) -> Fact:
    """0 <= +-q or +-q <= 0, from 0 <= S q or S q <= 0 and the value of S."""
    left, right = f.formula.args
    value = s.formula.args[1]
    low = left.op == "num"
    q = (right if low else left).args[1]
    return p.arith(value * q >= 0 if low else value * q <= 0, f, s, multipliers=[q])


def crossings_exist(p: Proof, a: Term, b: Term, S: Term, I: Term, w: Term, x: Term, turned: Fact, place: Fact,
                    data: Fact, signed: Fact) -> Fact:  # fmt: skip
    """exists t: Crossings(t), from Turned. ``place`` bounds I(j), ``data`` and ``signed`` are what SortedData and
    SlopeSigns say."""
    rules = p.open_definition(turned)
    index, t0, t1 = p.fresh("j", "int"), real("t"), function("t", "int->real")

    def here(t: Term) -> Term:
        return conj(x(I(index)) <= t, t <= x(I(index) + 1), a(index) * t + b(index) == a(index + 1) * t + b(index + 1))

    inside = conj(1 <= index, index <= w - 1)
    wanted = exists(t0, implies(inside, here(t0)))

    def found(at: Fact) -> Fact:
        wide = data.apply(I(index), using=place.apply(index, using=[at]).split())
        crossing = turned_crossing(p, a, b, S, index, x(I(index)), x(I(index) + 1), p.arith(
            x(I(index)) <= x(I(index) + 1), wide), signed.apply(index, using=[at]), rules.apply(
                index, using=[at]).split())  # fmt: skip
        mark = p.opened
        t, fact = p.obtain(crossing, "t")
        return p.close(p.witness(wanted, t, p.implication(inside, fact)), mark)

    def nothing(no: Fact) -> Fact:
        premise = p.assume(inside)
        return p.witness(wanted, 0, p.implication(inside, p.anything(here(term(0)), p.conflict(premise, no))))

    chosen = p.choose(p.general(index, p.decide(inside, found, nothing)), "t")
    mark = p.opened
    t, facts = p.obtain(chosen, "t")
    cross = over(p, 1, w - 1, lambda j, at: p.modus_ponens(facts(j), at), "j")
    cross = p.restate(cross, Crossings(t, a, b, I, w, x))
    return p.close(p.witness(exists(t1, Crossings(t1, a, b, I, w, x)), t, cross), mark)


def one_line(p: Proof, a: Term, b: Term, S: Term, I: Term, w: Term, x: Term, printed: Fact, place: Fact,
             data: Fact, signed: Fact) -> Fact:  # fmt: skip
    """a(j) = a(j+1) and b(j) = b(j+1) for 1 <= j <= w - 1, from AsPrinted."""
    rules = p.open_definition(printed)

    def each(j: Term, at: Fact) -> Fact:
        facts = rules.apply(j, using=[at]).split()
        wide = data.apply(I(j), using=place.apply(j, using=[at]).split())

        def by_sign(s: Fact) -> Fact:
            known = [_unsigned(p, s, f) for f in facts]
            e = s.formula.args[1]
            turned = p.arith(e * (a(j + 1) - a(j)) * (x(I(j) + 1) - x(I(j))) <= 0, *known[:2])
            same = p.arith(a(j) == a(j + 1), p.arith(e * (a(j + 1) - a(j)) <= 0, turned, wide), known[2])
            return p.both(same, p.arith(b(j) == b(j + 1), *known[:2], same, multipliers=[x(I(j)), x(I(j) + 1)]))

        return p.by_cases(signed.apply(j, using=[at]), by_sign, by_sign)

    return over(p, 1, w - 1, each, "j")


def hinges(a: Term, t: Term, m: Term, at: Term) -> Term:
    """The sum of (a(j+1) - a(j)) max(0, x - t(j)) over 1 <= j <= m."""
    return total(j, 1, m, (a(j + 1) - a(j)) * maximum(0, at - t(j)))


def joined_pieces(
    p: Proof, t: Term, a: Term, b: Term, w: Term, width: Fact, order: Fact, meet: Fact
) -> tuple[Term, Fact]:
    """A function f and Pieced(f, t, a, b, w), from t(j) <= t(j + 1) for 1 <= j <= w - 2 (``order``) and pieces j and
    j + 1 that meet at t(j) for 1 <= j <= w - 1 (``meet``); ``width`` is w >= 1."""
    f = lam(x0, a(1) * x0 + b(1) + hinges(a, t, w - 1, x0))
    y = p.fresh("x", "real")

    def begun(k: Term) -> Term:
        return either(k == 1, t(k - 1) <= y)

    def claim(m: Term) -> Term:
        """With the first m breakpoints: beyond t(m) the piece m + 1, and before it the pieces up to m."""
        value = a(1) * y + b(1) + hinges(a, t, m, y)
        return implies(
            m <= w - 1,
            conj(
                implies(begun(m + 1), value == a(m + 1) * y + b(m + 1)),
                every(k, 1, m, conj(t(k) <= t(m), implies(begun(k), y <= t(k), value == a(k) * y + b(k)))),
            ),
        )

    def base() -> Fact:
        zero = term(0)
        none = p.lemma("sum_empty", 1, 0, lam(j, (a(j + 1) - a(j)) * maximum(0, y - t(j))))
        start = p.assume(begun(zero + 1))
        index = p.ring(zero + 1, 1)
        value = a(1) * y + b(1) + hinges(a, t, zero, y)
        first = p.implication(start.formula, p.arith(value == a(zero + 1) * y + b(zero + 1), none, p.congruent(
            a, index), p.congruent(b, index), multipliers=[1, y]))  # fmt: skip
        rest = over(p, 1, zero, lambda k, at: p.anything(conj(t(k) <= t(zero), implies(begun(k), y <= t(
            k), value == a(k) * y + b(k))), p.arith(false, at)), "k")  # fmt: skip
        return p.implication(zero <= w - 1, p.both(first, rest))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        bound = p.assume(m + 1 <= w - 1)
        before = p.modus_ponens(here, p.arith(m <= w - 1, bound))
        last = m + 1
        at_last = p.both(p.arith(1 <= last, above), bound)
        sums = p.lemma("sum_step", 1, m, lam(j, (a(j + 1) - a(j)) * maximum(0, y - t(j))), using=[
            p.arith(term(1) <= m + 1, above)])  # fmt: skip
        value = a(1) * y + b(1) + hinges(a, t, last, y)
        largest = p.lemma("max", 0, y - t(last))
        met = meet.apply(last, using=[at_last])
        index = p.ring(last + 1 - 1, last)

        def after_last(start: Fact) -> Fact:
            """y >= t(last): the new hinge turns piece ``last`` into the next one."""
            far = p.by_cases(start, lambda g: p.arith(t(last) <= y, g, above), lambda g: p.arith(
                t(last) <= y, g, p.congruent(t, index)))  # fmt: skip

            def past(no: Fact) -> Fact:
                ordered = order.apply(m, using=[p.absurd(m >= 1, lambda neg: p.conflict(p.arith(
                    last == 1, neg, above), no)), p.arith(m <= w - 2, bound)])  # fmt: skip
                return p.arith(t(last - 1) <= y, ordered, far, p.congruent(t, p.ring(last - 1, m)))

            goal = begun(last)
            reached = p.decide(last == 1, lambda yes: p.or_intro(goal, yes), lambda no: p.or_intro(goal, past(no)))
            old = p.modus_ponens(before.left, reached)
            on = p.by_cases(largest, *[lambda g: p.arith(maximum(0, y - t(last)) == y - t(last), g, far)] * 2)
            return p.arith(value == a(last + 1) * y + b(last + 1), sums, old, on, met, multipliers=[
                1, a(last + 1) - a(last)])  # fmt: skip

        start = p.assume(begun(last + 1))
        first = p.implication(start.formula, after_last(start))

        def earlier(k: Term, at_k: Fact) -> Fact:
            ordered_goal = t(k) <= t(last)

            def old_order(yes: Fact) -> Fact:
                old = before.right.apply(k, using=[at_k.left, yes]).left
                return p.arith(ordered_goal, old, order.apply(m, using=[p.arith(1 <= m, at_k, yes), p.arith(
                    m <= w - 2, bound)]))  # fmt: skip

            ordered = p.decide(k <= m, old_order, lambda no: p.arith(ordered_goal, p.congruent(t, p.arith(
                k == last, no, at_k))))  # fmt: skip
            started, ended = p.assume(begun(k)), p.assume(y <= t(k))
            off = p.by_cases(largest, *[lambda g: p.arith(maximum(0, y - t(last)) == 0, g, ordered, ended)] * 2)

            def old_piece(yes: Fact) -> Fact:
                old = p.modus_ponens(
                    p.modus_ponens(before.right.apply(k, using=[at_k.left, yes]).right, started), ended
                )
                return p.arith(value == a(k) * y + b(k), sums, old, off, multipliers=[1, a(last + 1) - a(last)])

            def new_piece(no: Fact) -> Fact:
                equal = p.arith(k == last, no, at_k)
                z = integer("z")
                moved = p.step("equality", [equal, started], [lam(z, begun(z))])
                old = p.modus_ponens(before.left, moved)
                return p.arith(value == a(k) * y + b(k), sums, old, off, p.congruent(a, equal), p.congruent(b, equal),
                               multipliers=[1, a(last + 1) - a(last), y])  # fmt: skip

            fact = p.decide(k <= m, old_piece, new_piece)
            return p.both(ordered, p.implication(started.formula, p.implication(ended.formula, fact)))

        return p.implication(bound.formula, p.both(first, over(p, 1, last, earlier, "k")))

    whole = p.induction("m", 0, claim, base, step).apply(
        w - 1, using=[p.arith(0 <= w - 1, width), p.arith(w - 1 <= w - 1)]
    )

    def piece(k: Term, at_k: Fact) -> Fact:
        started, ended = p.assume(begun(k)), p.assume(either(k == w, y <= t(k)))
        goal = f(y) == a(k) * y + b(k)

        def last_one(yes: Fact) -> Fact:
            z = integer("z")
            equal = p.arith(k == w - 1 + 1, yes)
            moved = p.step("equality", [equal, started], [lam(z, begun(z))])
            return p.arith(goal, p.modus_ponens(whole.left, moved), p.congruent(a, equal), p.congruent(b, equal),
                           multipliers=[1, y])  # fmt: skip

        def not_last(no: Fact) -> Fact:
            below = p.absurd(k <= w - 1, lambda neg: p.conflict(p.arith(k == w, neg, at_k), no))
            inside = p.by_cases(ended, lambda g: p.anything(y <= t(k), p.conflict(g, no)), lambda g: g)
            known = whole.right.apply(k, using=[at_k.left, below]).right
            return p.arith(goal, p.modus_ponens(p.modus_ponens(known, started), inside))

        fact = p.decide(k == w, last_one, not_last)
        return p.general(y, p.implication(started.formula, p.implication(ended.formula, fact)))

    return f, p.restate(p.both(order, over(p, 1, w, piece, "j")), Pieced(f, t, a, b, w))


def turned_from_crossings(p: Proof, a: Term, b: Term, S: Term, I: Term, w: Term, x: Term, t: Term, crossings: Fact,
                          bends: Fact) -> Fact:  # fmt: skip
    """Turned, from Crossings(t) and S(j) (a(j+1) - a(j)) >= 0 for 1 <= j <= w - 1 (``bends``)."""
    cross = p.open_definition(crossings)

    def each(j: Term, at: Fact) -> Fact:
        here, bent = cross.apply(j, using=[at]), bends.apply(j, using=[at])
        parts = []
        for end, low in ((x(I(j)), True), (x(I(j) + 1), False)):
            above = S(j) * gap(a, b, j, end)
            turn = S(j) * (a(j + 1) - a(j)) * (end - t(j))
            moved = p.arith(above == turn, here, multipliers=[S(j)])
            sided = p.arith(turn <= 0 if low else turn >= 0, bent, here)
            parts.append(p.arith(above <= 0 if low else above >= 0, moved, sided))
        return p.both(*parts, bent)

    return p.restate(over(p, 1, w - 1, each, "j"), Turned(a, b, S, I, w, x))


def one_block(p: Proof, I: Term, w: Term, places: Fact, i: Term, j: Term, at_j: Fact, k: Term, at_k: Fact, first: Fact,
              second: Fact) -> Fact:  # fmt: skip
    """j = k, where x(i) lies in D_j and in D_k."""
    order = p.open_definition(places).right

    def never(low: Term, high: Term, at_low: Fact, at_high: Fact, less: Fact, in_low: Fact, in_high: Fact) -> Fact:
        """false, from low < high: i <= I(low) <= I(high - 1) < i."""
        up = p.by_cases(in_low.right, lambda g: p.anything(
            i <= I(low), p.arith(false, g, less, at_high)), lambda g: g)  # fmt: skip
        down = p.by_cases(in_high.left, lambda g: p.anything(I(high - 1) < i, p.arith(false, g, less, at_low)), (
            lambda g: g))  # fmt: skip
        rise = over(p, low, high - 2, lambda q, at: order.apply(q, using=[
            p.arith(1 <= q, at, at_low), p.arith(q <= w - 2, at, at_high)]))  # fmt: skip
        chain = in_order(p, I, low, high - 2, rise).apply(high - 1, using=[
            p.arith(low <= high - 1, less), p.arith(high - 1 <= high - 2 + 1)])  # fmt: skip
        return p.arith(false, up, chain, down)

    def later(no: Fact) -> Fact:
        return p.absurd(j == k, lambda _: never(k, j, at_k, at_j, p.arith(k < j, no), second, first))

    def fits(yes: Fact) -> Fact:
        def smaller(no: Fact) -> Fact:
            return p.absurd(j == k, lambda _: never(j, k, at_j, at_k, p.arith(j < k, no), first, second))

        return p.decide(j >= k, lambda more: p.arith(j == k, yes, more), smaller)

    return p.decide(j <= k, fits, later)


def at_data(a: Term, b: Term, I: Term, w: Term, x: Term) -> Term:
    """What the pieces give at x(i): the value of the piece j with x(i) in D_j."""
    return lam(i, total(j, 1, w, where(member(i, j, I, w), a(j) * x(i) + b(j), 0)))


def value_in_block(p: Proof, a: Term, b: Term, I: Term, w: Term, x: Term, D: Term, places: Fact, width: Fact, i: Term,
                   j: Term, at_j: Fact, inside: Fact) -> Fact:  # fmt: skip
    """The value at x(i) is that of the piece j, where x(i) lies in D_j."""
    c = a(j) * x(i) + b(j)
    f, g = lam(k, where(member(i, k, I, w), a(k) * x(i) + b(k), 0)), lam(k, where(member(i, k, I, w), c, 0))

    def each(k: Term, low: Fact, high: Fact) -> Fact:
        def yes(known: Fact) -> Fact:
            same = one_block(p, I, w, places, i, k, p.both(low, high), j, at_j, known, inside)
            return p.arith(f(k) == g(k), *(p.lemma("if_true", *h(k).args, using=[known]) for h in (f, g)), p.congruent(
                a, same), p.congruent(b, same), multipliers=[1, x(i)])  # fmt: skip

        return p.decide(member(i, k, I, w), yes, lambda no: p.arith(f(k) == g(k), *(p.lemma(
            "if_false", *h(k).args, using=[no]) for h in (f, g))))  # fmt: skip

    same = equal_sums(p, term(1), w, f, g, each)
    return p.arith(at_data(a, b, I, w, x)(i) == c, same, blocks_once(p, I, w, D, places, width, i, c))


class Bridged:
    """Pieces with Crossings, in which those that lie between two breakpoints in one interval are replaced by the line
    through the values at its ends: then the breakpoints are in order, and nothing changes at the data."""

    def __init__(self, p: Proof, a: Term, b: Term, I: Term, w: Term, x: Term, D: Term, t: Term, sorted_data: Fact,
                 places: Fact, crossings: Fact, width: Fact) -> None:  # fmt: skip
        self.p, self.I, self.w, self.x, self.D = p, I, w, x, D
        self.old, self.t, self.sorted_data, self.places, self.width = (a, b), t, sorted_data, places, width
        self.data, self.each = p.open_definition(sorted_data), p.open_definition(places).left
        self.order, self.cross = p.open_definition(places).right, p.open_definition(crossings)
        F = self.values = at_data(a, b, I, w, x)
        slope = lam(k, (F(k + 1) - F(k)) * (1 / (x(k + 1) - x(k))))
        self.slope, self.shift = slope, lam(k, F(k) - slope(k) * x(k))
        self.a = lam(j, where(self.empty(j), slope(I(j)), a(j)))
        self.b = lam(j, where(self.empty(j), self.shift(I(j)), b(j)))
        low, high = lam(j, x(I(j))), lam(j, x(I(j) + 1))
        self.places_of = lam(j, where(self.empty(j + 1), low(j), where(self.empty(j), high(j), t(j))))

    def empty(self, j: Term) -> Term:
        """The piece j lies between two breakpoints in one interval."""
        return conj(2 <= j, j <= self.w - 1, self.I(j - 1) == self.I(j))

    def line(self, j: Term, side: Fact) -> list[Fact]:
        """a'(j) and b'(j), by whether the piece is replaced."""
        rule = "if_false" if side.formula.op == "not" else "if_true"
        return [self.p.lemma(rule, *f(j).args, using=[side]) for f in (self.a, self.b)]

    def through(self, k: Term, at_k: list[Fact]) -> tuple[Fact, Fact]:
        """The line of the interval k has the values at its ends; 1 <= k <= D."""
        p, x, F = self.p, self.x, self.values
        wide = self.data.apply(k, using=at_k)
        inverse = p.lemma("inverse", x(k + 1) - x(k), using=[p.arith(negation(x(k + 1) - x(k) == 0), wide)])
        left = p.arith(self.slope(k) * x(k) + self.shift(k) == F(k))
        right = p.arith(self.slope(k) * x(k + 1) + self.shift(k) == F(k + 1), inverse, multipliers=[F(k + 1) - F(k)])
        return left, right

    def full_member(self, j: Term, at_j: Fact, full: Fact, i: Term, at_end: bool, known: Fact) -> Fact:
        """x(I(j)) (at_end) or x(I(j-1) + 1) lies in D_j, for a piece that is not replaced."""
        p, I, w = self.p, self.I, self.w
        first, last = either(j == 1, I(j - 1) < i), either(j == w, i <= I(j))

        def room(no_first: Fact, no_last: Fact) -> Fact:
            """I(j-1) < I(j)."""
            low = p.absurd(2 <= j, lambda neg: p.conflict(p.arith(j == 1, neg, at_j), no_first))
            high = p.absurd(j <= w - 1, lambda neg: p.conflict(p.arith(j == w, neg, at_j), no_last))
            rise = self.order.apply(j - 1, using=[p.arith(1 <= j - 1, low), p.arith(j - 1 <= w - 2, high)])
            index = p.congruent(I, p.ring(j - 1 + 1, j))
            return p.absurd(I(j - 1) < I(j), lambda neg: p.conflict(p.both(low, high, p.arith(
                I(j - 1) == I(j), neg, rise, index)), full))  # fmt: skip

        if at_end:  # i = I(j) and j <= w - 1
            no_last = p.refute(j == w, lambda yes: p.arith(false, yes, at_j, known))
            begun = p.decide(j == 1, lambda yes: p.or_intro(first, yes), lambda no: p.or_intro(first, p.arith(
                I(j - 1) < i, room(no, no_last))))  # fmt: skip
            return p.both(begun, p.or_intro(last, p.arith(i <= I(j))))
        no_first = p.refute(j == 1, lambda yes: p.arith(false, yes, at_j, known))  # i = I(j-1) + 1, j >= 2
        ended = p.decide(j == w, lambda yes: p.or_intro(last, yes), lambda no: p.or_intro(last, p.arith(
            i <= I(j), room(no_first, no))))  # fmt: skip
        return p.both(p.or_intro(first, p.arith(I(j - 1) < i)), ended)

    def crossing(self, j: Term, at: Fact) -> Fact:
        """The pieces j and j + 1 meet at the new place, which lies in the interval of I(j)."""
        p, I, x, t = self.p, self.I, self.x, self.places_of
        a, b = self.old
        place = self.each.apply(j, using=[at]).split()
        wide = self.data.apply(I(j), using=place)
        left, right = self.through(I(j), place)
        meets = self.a(j) * t(j) + self.b(j) == self.a(j + 1) * t(j) + self.b(j + 1)
        index = p.congruent(I, p.ring(j + 1 - 1, j))

        def result(spot: Term, equal: Fact, here: Fact, other: Fact, *lines: Fact) -> Fact:
            """From t'(j) = spot, and both lines with their common value there."""
            low = p.arith(x(I(j)) <= t(j), equal, wide, *lines)
            high = p.arith(t(j) <= x(I(j) + 1), equal, wide, *lines)
            return p.both(low, high, p.arith(meets, equal, here, other, multipliers=[1, self.a(j), self.a(j + 1)]))

        def at_spot(k: Term, side: Fact, spot: Term, target: Term, inside: Fact) -> Fact:
            """a'(k) spot + b'(k) = target, for the line of the interval or an old line with that value."""
            return p.arith(self.a(k) * spot + self.b(k) == target, *self.line(k, side), inside, multipliers=[1, spot])

        def old_value(k: Term, at_k: Fact, full: Fact, i: Term, at_end: bool) -> Fact:
            inside = self.full_member(k, at_k, full, i, at_end, at)
            return p.arith(a(k) * x(i) + b(k) == self.values(i), value_in_block(
                p, a, b, I, self.w, x, self.D, self.places, self.width, i, k, at_k, inside))  # fmt: skip

        at_first = p.both(at.left, p.arith(j <= self.w, at))
        at_second = p.both(p.arith(1 <= j + 1, at), p.arith(j + 1 <= self.w, at))

        def next_replaced(yes: Fact) -> Fact:
            same = p.arith(I(j) == I(j + 1), yes.right.right, index)
            spot, F = x(I(j)), self.values(I(j))
            equal = p.lemma("if_true", *t(j).args, using=[yes])
            line = [p.congruent(f, same) for f in (self.slope, self.shift)]
            lines = *self.line(j + 1, yes), *line, left
            other = p.arith(self.a(j + 1) * spot + self.b(j + 1) == F, *lines, multipliers=[1, spot])

            def full(no: Fact) -> Fact:
                return result(spot, equal, at_spot(j, no, spot, F, old_value(j, at_first, no, I(j), True)), other)

            return p.decide(
                self.empty(j), lambda empty: result(spot, equal, at_spot(j, empty, spot, F, left), other), full
            )

        def next_full(no: Fact) -> Fact:
            outer = p.lemma("if_false", *t(j).args, using=[no])
            inner = t(j).args[2]

            def replaced(yes: Fact) -> Fact:
                spot, F = x(I(j) + 1), self.values(I(j) + 1)
                equal = p.arith(t(j) == spot, outer, p.lemma("if_true", *inner.args, using=[yes]))
                back = p.congruent(lam(k, k + 1), p.arith(I(j + 1 - 1) == I(j), index))
                inside = self.full_member(j + 1, at_second, no, I(j + 1 - 1) + 1, False, at)
                value = value_in_block(p, a, b, I, self.w, x, self.D, self.places, self.width, I(j + 1 - 1) + 1, j + 1,
                                       at_second, inside)  # fmt: skip
                moved_ = p.congruent(self.values, back), p.congruent(x, back)
                old = p.arith(a(j + 1) * spot + b(j + 1) == F, value, *moved_, multipliers=[1, a(j + 1)])
                return result(spot, equal, at_spot(j, yes, spot, F, right), at_spot(j + 1, no, spot, F, old))

            def both_full(off: Fact) -> Fact:
                spot = self.t(j)
                equal = p.arith(t(j) == spot, outer, p.lemma("if_false", *inner.args, using=[off]))
                known = self.cross.apply(j, using=[at])
                target = a(j) * spot + b(j)
                return result(spot, equal, at_spot(j, off, spot, target, p.ring(target, target)), at_spot(
                    j + 1, no, spot, target, p.arith(a(j + 1) * spot + b(j + 1) == target, known)), known)  # fmt: skip

            return p.decide(self.empty(j), replaced, both_full)

        return p.decide(self.empty(j + 1), next_replaced, next_full)

    def crossings(self) -> Fact:
        """Crossings of the new pieces."""
        p = self.p
        whole = over(p, 1, self.w - 1, self.crossing, "j")
        return p.restate(whole, Crossings(self.places_of, self.a, self.b, self.I, self.w, self.x))

    def in_turn(self, crossings: Fact) -> Fact:
        """The new places are in order."""
        p, I, x, t = self.p, self.I, self.x, self.places_of
        cross = p.open_definition(crossings)

        def each(j: Term, at: Fact) -> Fact:
            one = p.both(at.left, p.arith(j <= self.w - 1, at))
            other = p.both(p.arith(1 <= j + 1, at), p.arith(j + 1 <= self.w - 1, at))
            here, following = cross.apply(j, using=[one]), cross.apply(j + 1, using=[other])
            rise = self.order.apply(j, using=[at])

            def apart(yes: Fact) -> Fact:
                up = sorted_between(p, x, self.D, self.sorted_data, I(j) + 1, I(j + 1), yes, self.each.apply(
                    j, using=[one]), self.each.apply(j + 1, using=[other]))  # fmt: skip
                return p.arith(t(j) <= t(j + 1), here, following, up)

            def together(no: Fact) -> Fact:
                index = p.congruent(I, p.ring(j + 1 - 1, j))
                same = p.arith(I(j) == I(j + 1), no, rise)
                empty = p.both(p.arith(2 <= j + 1, at), other.right, p.arith(I(j + 1 - 1) == I(j + 1), same, index))
                first = p.lemma("if_true", *t(j).args, using=[empty])
                return p.arith(t(j) <= t(j + 1), first, following, p.congruent(x, same))

            return p.decide(I(j) < I(j + 1), apart, together)

        return over(p, 1, self.w - 2, each, "j")

    def same_fit(self, ell: Term, y: Term) -> Fact:
        """The right side of (2.8) is the same for the new pieces."""
        p, I, w, x = self.p, self.I, self.w, self.x
        a, b = self.old
        z = real("z")

        def row(j: Term, low: Fact, high: Fact) -> Fact:
            def entry(i: Term, _: Fact, __: Fact) -> Fact:
                inside = member(i, j, I, w)
                cells = [where(inside, ell(e(j) * x(i) + f(j) - y(i)), 0) for e, f in ((self.a, self.b), (a, b))]
                goal = cells[0] == cells[1]

                def yes(known: Fact) -> Fact:
                    def full(empty: Fact) -> Fact:
                        ends = [p.by_cases(side, lambda g, c=c: p.anything(c, p.arith(false, g, empty)), lambda g: g)
                                for side, c in ((known.left, I(j - 1) < i), (known.right, i <= I(j)))]  # fmt: skip
                        return p.arith(false, *ends, empty.right.right)

                    no = p.refute(self.empty(j), full)
                    line = self.line(j, no)
                    misses = [e(j) * x(i) + f(j) - y(i) for e, f in ((self.a, self.b), (a, b))]
                    same = p.arith(misses[0] == misses[1], *line, multipliers=[1, x(i)])
                    return p.arith(goal, p.congruent(lam(z, ell(z)), same), *(p.lemma(
                        "if_true", *cell.args, using=[known]) for cell in cells))  # fmt: skip

                return p.decide(inside, yes, lambda off: p.arith(goal, *(p.lemma(
                    "if_false", *cell.args, using=[off]) for cell in cells)))  # fmt: skip

            f, g = (lam(i, where(member(i, j, I, w), ell(e(j) * x(i) + h(j) - y(i)), 0)) for e, h in (
                (self.a, self.b), (a, b)))  # fmt: skip
            return equal_sums(p, term(1), self.D, f, g, entry)

        sums = [lam(j, total(i, 1, self.D, where(member(i, j, I, w), ell(e(j) * x(i) + h(j) - y(i)), 0))) for e, h in (
            (self.a, self.b), (a, b))]  # fmt: skip
        same = equal_sums(p, term(1), w, *sums, row)
        return p.arith(fitted(ell, self.a, self.b, I, w, x, y, self.D) == fitted(ell, a, b, I, w, x, y, self.D), same)


# Networks on the line: f(x) = beta + the sum of v(j) max(0, a(j) x + c(j)).


def units(v: Term, a: Term, c: Term, beta: Term, w: Term) -> Term:
    """The function of a network on the line with one hidden layer of w units and a bias at the output."""
    return lam(x0, beta + total(j, 1, w, v(j) * maximum(0, a(j) * x0 + c(j))))


def few_kinks(p: Proof, v: Term, a: Term, c: Term, beta: Term, w: Term, width: Fact) -> Fact:
    """AtMostPieces(f, w + 1) for f = units(v, a, c, beta, w); ``width`` is w >= 1."""
    f, zero, points = units(v, a, c, beta, w), lam(i, term(0) * i), function("c_next", "int->real")
    inputs, outputs = lam(i, x0, a(i) * x0 + c(i)), lam(i, x0, maximum(0, a(i) * x0 + c(i)))
    s, e = p.fresh("u", "real"), p.fresh("v", "real")
    ordered, free = p.assume(s < e), p.assume(clear(zero, term(0), s, e))
    each = over(p, 1, w, lambda i, _: affine(p, inputs(i), s, e, a(i), c(i), lambda x, _: p.ring(
        inputs(i)(x), a(i) * x + c(i))))  # fmt: skip
    affine_inputs = p.general(s, e, p.implication(ordered.formula, p.implication(free.formula, each)))
    count = p.arith(w >= 0, width)
    mark = p.opened
    d, known = p.obtain(relu_layer(p, outputs, w, zero, term(0), p.arith(term(0) <= 0), affine_inputs, inputs,
                                   lambda i, x, _: p.ring(outputs(i)(x), outputs(i)(x)), count), "d")  # fmt: skip
    size = term(0) + w * (term(0) + 1)

    def on(s: Term, e: Term, ordered: Fact, free: Fact) -> Fact:
        return combination(p, outputs, v, beta, w, count, s, e, known.apply(s, e, using=[ordered, free]).right, f,
                           lambda x: p.ring(f(x), beta + total(j, 1, w, v(j) * outputs(j)(x))))  # fmt: skip

    kinks = p.witness(exists(points, affine_off(points, size, lambda u, v: Affine(f, u, v))), d, on_intervals(
        p, d, size, on))  # fmt: skip
    return p.close(at_most(p, f, w + 1, size, kinks, p.arith(size <= w + 1 - 1)), mark)


def padded(p: Proof, v: Term, a: Term, c: Term, n: Term, w: Term, some: Fact, room: Fact,
           x: Term) -> tuple[Term, Fact]:  # fmt: skip
    """Output weights v' that are 0 beyond n, and the sum of v'(j) max(0, a(j) x + c(j)) over 1 <= j <= w is that of
    v(j) over 1 <= j <= n; ``some`` is n >= 1, ``room`` is n <= w."""
    longer = lam(j, where(j <= n, v(j), 0))
    unit = lam(j, maximum(0, a(j) * x + c(j)))
    f, g = lam(j, longer(j) * unit(j)), lam(j, v(j) * unit(j))

    def claim(m: Term) -> Term:
        return total(j, 1, m, f(j)) == total(j, 1, n, g(j))

    same = equal_sums(p, term(1), n, f, g, lambda j, _, high: p.arith(f(j) == g(j), p.lemma(
        "if_true", *longer(j).args, using=[high]), multipliers=[unit(j)]))  # fmt: skip

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        more = p.lemma("sum_step", 1, m, f, using=[p.arith(term(1) <= m + 1, above, some)])
        off = p.lemma("if_false", *longer(m + 1).args, using=[p.arith(negation(m + 1 <= n), above)])
        return p.arith(claim(m + 1), here, more, off, multipliers=[1, unit(m + 1)])

    return longer, p.induction("m", n, claim, same, step).apply(w, using=[room])
