"""Piecewise linear functions on the line by their kinks and the slopes at both ends: a definition by formula, and
derivations."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
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
    negation,
    real,
    term,
    where,
)  # fmt: skip
from theorems.mukherjee2020.pwl import Linear, Pieces
from theorems.mukherjee2020.training_pieces import joined_pieces

i, j = integer("i"), integer("j")
x, z = real("x"), real("z")


@define
def KinkData(f: "real->real", s: "real", e: "real", a: "int->real", b: "int->real", m: "int") -> Term:
    """f has slope s up to a(1), slope e from a(m-1) on (both everywhere, for m = 1), the values b(i) at a(i), 1 <= i <=
    m - 1, and is affine in between."""
    return conj(
        every(i, 1, m - 1, f(a(i)) == b(i)), every(i, 1, m - 2, Linear(f, a(i), a(i + 1))),
        forall(x, z, implies(either(m == 1, conj(x <= a(1), z <= a(1))), f(x) - f(z) == s * (x - z))),
        forall(x, z, implies(either(m == 1, conj(a(m - 1) <= x, a(m - 1) <= z)), (
            f(x) - f(z) == e * (x - z)))))  # fmt: skip


@define
def TrueKinks(s: "real", e: "real", a: "int->real", b: "int->real", m: "int") -> Term:
    """The slopes between the points (a(i), b(i)), with s before and e behind them, change at every point."""
    c = function("sigma", "int->real")
    return exists(c, conj(
        c(1) == s, c(m) == e, every(i, 1, m - 2, b(i + 1) - b(i) == c(i + 1) * (a(i + 1) - a(i))),
        every(i, 1, m - 1, negation(c(i) == c(i + 1)))))  # fmt: skip


def determined(
    p: Proof, f: Term, g: Term, a: Term, m: Term, first: Fact, second: Fact, order: Fact, many: Fact
) -> Fact:
    """forall x: f(x) = g(x), from KinkData of both; ``order`` says that a(i) < a(i+1), ``many`` is m >= 2."""
    y = p.fresh("x", "real")
    sides = [p.open_definition(fact).split() for fact in (first, second)]
    one = p.arith(1 <= m - 1, many)
    equal = f(y) == g(y)

    def at_end(number: int, k: Term, at: list[Fact], side: Fact) -> Fact:
        """By the slope at an end, from the value at a(k)."""
        values = []
        for known in sides:
            rule = known[number](y, a(k))
            inside = rule.formula.args[0]
            here = p.or_intro(inside, p.both(side, p.find(inside.args[1].args[1], [p.arith(a(k) <= a(k))])))
            values += [p.modus_ponens(rule, here), known[0].apply(k, using=at)]
        return p.arith(equal, *values)

    def claim(k: Term) -> Term:
        return implies(k <= m - 1, y <= a(k), equal)

    def base() -> Fact:
        bound, below = p.assume(1 <= m - 1), p.assume(y <= a(1))
        return p.implication(bound.formula, p.implication(below.formula, at_end(2, term(1), [
            p.arith(term(1) <= 1), bound], below)))  # fmt: skip

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        bound, below = p.assume(k + 1 <= m - 1), p.assume(y <= a(k + 1))
        inside = p.both(above, p.arith(k <= m - 2, bound))

        def old(yes: Fact) -> Fact:
            return p.modus_ponens(p.modus_ponens(here, p.arith(k <= m - 1, bound)), yes)

        def new(no: Fact) -> Fact:
            between = p.both(p.arith(a(k) <= y, no), below)
            facts = []
            for known in sides:
                line = p.open_definition(known[1].apply(k, using=[inside]))(y)
                facts += [p.modus_ponens(line, between), known[0].apply(k, using=[above, p.arith(k <= m - 1, bound)]),
                          known[0].apply(k + 1, using=[p.arith(1 <= k + 1, above), bound])]  # fmt: skip
            gap = order.apply(k, using=[inside])
            same = p.arith((f(y) - g(y)) * (a(k + 1) - a(k)) == 0, *facts, multipliers=[
                1, a(k + 1) - y, y - a(k)])  # fmt: skip
            return p.arith(equal, same, gap)

        return p.implication(bound.formula, p.implication(below.formula, p.decide(y <= a(k), old, new)))

    whole = p.modus_ponens(p.induction("k", 1, claim, base, step)(m - 1), one)
    whole = p.modus_ponens(whole, p.arith(m - 1 <= m - 1))
    last = p.decide(y <= a(m - 1), lambda yes: p.modus_ponens(whole, yes), lambda no: at_end(3, m - 1, [
        one, p.arith(m - 1 <= m - 1)], p.arith(a(m - 1) <= y, no)))  # fmt: skip
    return p.general(y, last)


def data_of_pieces(p: Proof, f: Term, t: Term, alpha: Term, beta: Term, m: Term, order: Fact, values: Fact,
                   many: Fact) -> tuple[Term, Fact]:  # fmt: skip
    """Heights b and KinkData(f, alpha(1), alpha(m), t, b, m), for f with the pieces alpha(i) x + beta(i) between
    t(i-1) and t(i), as in Pieces; ``order`` is t(i) <= t(i+1) for 1 <= i <= m - 2, ``many`` is m >= 2."""
    b = lam(i, f(t(i)))

    def on(k: Term, at_k: list[Fact], y: Term, after: Fact | None, before: Fact | None) -> Fact:
        """f(y) = alpha(k) y + beta(k); ``after`` is t(k-1) <= y, or k = 1; ``before`` y <= t(k), or k = m."""
        known = values.apply(k, using=at_k)(y)
        for side in (after, before):
            goal = known.formula.args[0]
            known = p.modus_ponens(known, p.or_intro(goal, side if side is not None else p.ring(*goal.args[0].args)))
        return known

    heights = over(p, 1, m - 1, lambda k, _: p.ring(f(t(k)), b(k)))

    def linear(k: Term, at: Fact) -> Fact:
        y, u, v = p.fresh("x", "real"), t(k), t(k + 1)
        inside = p.assume(conj(u <= y, y <= v))
        index = p.congruent(t, p.ring(k + 1 - 1, k))
        up = order.apply(k, using=[at])
        place = [p.arith(1 <= k + 1, at), p.arith(k + 1 <= m, at)]
        lines = [on(k + 1, place, q, p.arith(t(k + 1 - 1) <= q, low, index), high) for q, low, high in (
            (y, inside.left, inside.right), (u, p.arith(u <= u), up), (v, up, p.arith(v <= v)))]  # fmt: skip
        fact = p.arith(f(y) * (v - u) == f(u) * (v - y) + f(v) * (y - u), *lines, multipliers=[1, v - u, v - y, y - u])
        return p.restate(p.general(y, p.implication(inside.formula, fact)), Linear(f, u, v))

    def end(k: Term, at_k: list[Fact], first: bool) -> Fact:
        y, w = p.fresh("x", "real"), p.fresh("z", "real")
        corner = t(1) if first else t(m - 1)
        goal = f(y) - f(w) == alpha(k) * (y - w)
        inside = conj(y <= corner, w <= corner) if first else conj(corner <= y, corner <= w)
        premise = p.assume(either(m == 1, inside))

        def at(place: Fact) -> Fact:
            lines = [on(k, at_k, q, None if first else side, side if first else None) for q, side in (
                (y, place.left), (w, place.right))]  # fmt: skip
            return p.arith(goal, *lines)

        fact = p.by_cases(premise, lambda single: p.anything(goal, p.arith(false, single, many)), at)
        return p.general(y, w, p.implication(premise.formula, fact))

    ends = end(term(1), [p.arith(term(1) <= 1), p.arith(1 <= m, many)], True), end(m, [p.arith(1 <= m, many), p.arith(
        m <= m)], False)  # fmt: skip
    fact = p.both(heights, over(p, 1, m - 2, linear), *ends)
    return b, p.restate(fact, KinkData(f, alpha(1), alpha(m), t, b, m))


def from_true_kinks(
    p: Proof, s: Term, e: Term, a: Term, b: Term, m: Term, order: Fact, kinks: Fact, many: Fact
) -> Fact:
    """exists f: Pieces(f, m) and KinkData(f, s, e, a, b, m), from a(i) < a(i+1) and TrueKinks; ``many`` is m >= 2."""
    f0 = function("f", "real->real")
    wanted = exists(f0, conj(Pieces(f0, m), KinkData(f0, s, e, a, b, m)))
    mark = p.opened
    c, facts = p.obtain(p.open_definition(kinks), "sigma")
    start, end, slopes, change = facts.split()
    beta = lam(j, where(j == 1, b(1) - c(1) * a(1), b(j - 1) - c(j) * a(j - 1)))
    weak = over(p, 1, m - 2, lambda k, at: p.arith(a(k) <= a(k + 1), order.apply(k, using=[at])), "j")

    def shift(k: Term, first: Fact) -> Fact:
        return p.lemma("if_false" if first.formula.op == "not" else "if_true", *beta(k).args, using=[first])

    def reaches(k: Term, at: Fact) -> Fact:
        """c(k) a(k) + beta(k) = b(k)."""
        goal = c(k) * a(k) + beta(k) == b(k)

        def first(yes: Fact) -> Fact:
            moved = [p.congruent(f, yes) for f in (a, b, c)]
            return p.arith(goal, shift(k, yes), *moved, multipliers=[1, a(k), c(1), a(1)])

        def later(no: Fact) -> Fact:
            before = p.both(p.arith(1 <= k - 1, p.absurd(k >= 2, lambda neg: p.conflict(p.arith(
                k == 1, neg, at), no))), p.arith(k - 1 <= m - 2, at))  # fmt: skip
            rule = slopes.apply(k - 1, using=[before])
            index = [p.congruent(f, p.ring(k - 1 + 1, k)) for f in (a, b, c)]
            return p.arith(goal, shift(k, no), rule, *index, multipliers=[1, a(k), c(k), a(k - 1), a(k - 1 + 1)])

        return p.decide(k == 1, first, later)

    def leaves(k: Term, at: Fact) -> Fact:
        """c(k+1) a(k) + beta(k+1) = b(k)."""
        off = shift(k + 1, p.arith(negation(k + 1 == 1), at))
        index = [p.congruent(f, p.ring(k + 1 - 1, k)) for f in (a, b)]
        return p.arith(c(k + 1) * a(k) + beta(k + 1) == b(k), off, *index, multipliers=[1, c(k + 1)])

    meet = over(p, 1, m - 1, lambda k, at: p.arith(
        c(k) * a(k) + beta(k) == c(k + 1) * a(k) + beta(k + 1), reaches(k, at), leaves(k, at)), "j")  # fmt: skip
    f, pieced = joined_pieces(p, a, c, beta, m, p.arith(m >= 1, many), weak, meet)
    values = p.open_definition(pieced).right
    pieces = Pieces(f, m)
    inner = p.open_definition(p.assume(pieces)).formula
    found = p.restate(p.both(p.arith(m >= 1, many), p.witness(inner.args[1], a, c, beta, p.both(
        order, change, values))), pieces)  # fmt: skip
    _, data = data_of_pieces(p, f, a, c, beta, m, weak, values, many)
    known = p.open_definition(data).split()

    def height(k: Term, at: Fact) -> Fact:
        rule = values.apply(k, using=[at.left, p.arith(k <= m, at)])(a(k))

        def after(goal: Term) -> Fact:
            def later(no: Fact) -> Fact:
                place = p.both(p.arith(1 <= k - 1, p.absurd(k >= 2, lambda neg: p.conflict(p.arith(
                    k == 1, neg, at), no))), p.arith(k - 1 <= m - 2, at))  # fmt: skip
                rise = p.arith(
                    a(k - 1) <= a(k), order.apply(k - 1, using=[place]), p.congruent(a, p.ring(k - 1 + 1, k))
                )
                return p.or_intro(goal, rise)

            return p.decide(k == 1, lambda yes: p.or_intro(goal, yes), later)

        rule = p.modus_ponens(rule, after(rule.formula.args[0]))
        rule = p.modus_ponens(rule, p.or_intro(rule.formula.args[0], p.arith(a(k) <= a(k))))
        return p.arith(f(a(k)) == b(k), rule, reaches(k, at))

    left, right = known[2:]
    y, w = p.fresh("x", "real"), p.fresh("z", "real")
    ends = []
    for rule, slope, value in ((left, start, s), (right, end, e)):
        at = rule(y, w)
        premise = p.assume(at.formula.args[0])
        rise = p.arith(f(y) - f(w) == value * (y - w), p.modus_ponens(at, premise), slope, multipliers=[1, y - w])
        ends.append(p.general(y, w, p.implication(premise.formula, rise)))
    result = p.restate(p.both(over(p, 1, m - 1, height), known[1], *ends), KinkData(f, s, e, a, b, m))
    return p.close(p.witness(wanted, f, p.both(found, result)), mark)
