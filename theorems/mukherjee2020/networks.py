"""Derivations about the points where a ReLU network on the line is not affine."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    between,
    body,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    implies,
    integer,
    lam,
    maximum,
    minimum,
    negation,
    product,
    term,
    total,
    var,
    where,
)
from theorems.mukherjee2020.pwl import Affine, AtMostPieces, Network, Pieces
from theorems.mukherjee2020.sawtooths import Composition, sawtooth_pieces

_X, _U, _V = var("x", "real"), var("u", "real"), var("v", "real")


def clear(c: Term, n: Term, u: Term, v: Term) -> Term:
    """None of c(1), ..., c(n) lies strictly between u and v."""
    i = integer("i")
    return every(i, 1, n, negation(conj(u < c(i), c(i) < v)))


def affine_off(c: Term, n: Term, conclusion: Callable[[Term, Term], Term]) -> Term:
    """For u < v with none of c(1), ..., c(n) inside (u, v): the conclusion at u, v."""
    return forall(_U, _V, implies(_U < _V, clear(c, n, _U, _V), conclusion(_U, _V)))


def on_intervals(pf: Proof, c: Term, n: Term, prove: Callable[[Term, Term, Fact, Fact], Fact]) -> Fact:
    """Prove :func:`affine_off`: ``prove(u, v, u < v, clear)``."""
    u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
    ordered, free = pf.assume(u < v), pf.assume(clear(c, n, u, v))
    mark = pf.opened
    fact = pf.close(prove(u, v, ordered, free), mark)
    return pf.general(u, v, pf.implication(ordered.formula, pf.implication(free.formula, fact)))


def affine(pf: Proof, f: Term, u: Term, v: Term, alpha: Term, beta: Term, value: Callable[[Term, Fact], Fact]) -> Fact:
    """Affine(f, u, v) from f(x) = alpha x + beta on [u, v]; ``value(x, u <= x <= v)`` proves that."""
    x = pf.fresh("x", "real")
    inside = pf.assume(between(u, x, v))
    mark = pf.opened
    fact = pf.close(pf.prove(f(x) == alpha * x + beta, value(x, inside)), mark)
    line = pf.general(x, pf.implication(inside.formula, fact))
    goal = Affine(f, u, v)
    return pf.restate(pf.witness(body(goal), alpha, beta, line), goal)


def line_of(pf: Proof, fact: Fact) -> tuple[Term, Term, Fact]:
    """Slope, intercept and the equation on the interval, from Affine(f, u, v)."""
    return pf.obtain(pf.open_definition(fact), "alpha", "beta")


def joined(c: Term, n: Term, d: Term) -> Term:
    """c(1), ..., c(n) followed by d(1), d(2), ..."""
    i = integer("i")
    return lam(i, where(i <= n, c(i), d(i - n)))


def clear_of_both(
    pf: Proof, c: Term, n: Term, d: Term, m: Term, u: Term, v: Term, free: Fact, low: Fact, high: Fact
) -> tuple[Fact, Fact]:
    """clear(c, n) and clear(d, m) from clear(joined(c, n, d), n + m); ``low``, ``high``: n >= 0 and m >= 0."""
    both = joined(c, n, d)

    def from_first(i: Term, bounds: Fact) -> Fact:
        at = free.apply(i, using=[bounds, high])
        same = pf.lemma("if_true", i <= n, c(i), d(i - n), using=[bounds])
        return pf.refute(
            conj(u < c(i), c(i) < v),
            lambda bad: pf.conflict(pf.both(pf.arith(u < both(i), bad, same), pf.arith(both(i) < v, bad, same)), at),
        )

    def from_second(i: Term, bounds: Fact) -> Fact:
        j = i + n
        at = free.apply(j, using=[bounds, low])
        same = pf.lemma("if_false", j <= n, c(j), d(j - n), using=[pf.arith(negation(j <= n), bounds)])
        same = pf.arith(both(j) == d(i), same)
        return pf.refute(
            conj(u < d(i), d(i) < v),
            lambda bad: pf.conflict(pf.both(pf.arith(u < both(j), bad, same), pf.arith(both(j) < v, bad, same)), at),
        )

    return over(pf, 1, n, from_first), over(pf, 1, m, from_second)


def combination(
    pf: Proof,
    units: Term,
    weights: Term,
    bias: Term,
    n: Term,
    count: Fact,
    u: Term,
    v: Term,
    each: Fact,
    f: Term,
    value: Callable[[Term], Fact],
) -> Fact:
    """Affine(f, u, v) for f(x) = bias + sum_{j<=n} weights(j) units(j)(x), from Affine(units(j), u, v) for 1 <= j <= n
    (``each``); by induction on the number of summands. ``value(x)`` proves the formula for f; ``count`` is n >= 0."""
    j = integer("j")

    def partial(m: Term) -> Term:
        return lam(_X, bias + total(j, 1, m, weights(j) * units(j)(_X)))

    def claim(m: Term) -> Term:
        return implies(m <= n, Affine(partial(m), u, v))

    def base() -> Fact:
        def constant(x: Term, inside: Fact) -> Fact:
            empty = pf.lemma("sum_empty", 1, 0, lam(j, weights(j) * units(j)(x)))
            return pf.arith(partial(term(0))(x) == 0 * x + bias, empty)

        bound = pf.assume(term(0) <= n)
        return pf.implication(bound.formula, affine(pf, partial(term(0)), u, v, term(0), bias, constant))

    def step(m: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(m + 1 <= n)
        mark = pf.opened
        a, b, line = line_of(pf, hypothesis.apply(using=[bound]))
        c, d, unit = line_of(pf, each.apply(m + 1, using=[low, bound]))
        w = weights(m + 1)

        def value_at(x: Term, inside: Fact) -> Fact:
            more = pf.lemma("sum_step", 1, m, lam(j, weights(j) * units(j)(x)), using=[low])
            return pf.arith(
                partial(m + 1)(x) == (a + w * c) * x + (b + w * d),
                more,
                line.apply(x, using=[inside]),
                unit.apply(x, using=[inside]),
                multipliers=[w],
            )

        fact = affine(pf, partial(m + 1), u, v, a + w * c, b + w * d, value_at)
        return pf.implication(bound.formula, pf.close(fact, mark))

    whole = pf.induction("m", 0, claim, base, step).apply(n, using=[count, pf.arith(n <= n)])
    mark = pf.opened
    a, b, line = line_of(pf, whole)
    result = affine(
        pf, f, u, v, a, b, lambda x, inside: pf.arith(f(x) == a * x + b, value(x), line.apply(x, using=[inside]))
    )
    return pf.close(result, mark)


def relu_of(pf: Proof, y: Term) -> Fact:
    """max(0, y) is y or 0: the entry of the table, as (0 <= y and max = y) or (y <= 0 and max = 0)."""
    return pf.lemma("max", 0, y)


def kink_in_gap(pf: Proof, y: Term, gap: Callable[[Term, Term], Term], affine_there: Fact, hull: Fact) -> Fact:
    """exists d, for u < v in the gap without d inside: Affine(max(0, y), u, v). Intervals of the gap satisfy
    ``gap(u, v)``; y is affine on each (``affine_there``: forall u v, u < v => gap => Affine(y, u, v)) and so on hulls
    (``hull``: forall u v u' v', gap(u, v) => gap(u', v') => gap(min(u, u'), max(v, v')))."""
    relu = lam(_X, maximum(0, y(_X)))
    d_name = var("d", "real")

    def statement(d: Term) -> Term:
        return forall(_U, _V, implies(_U < _V, gap(_U, _V), negation(conj(d > _U, d < _V)), Affine(relu, _U, _V)))

    goal = exists(d_name, statement(d_name))
    a_name, b_name = var("a", "real"), var("b", "real")
    changes = exists(a_name, b_name, conj(a_name < b_name, gap(a_name, b_name), y(a_name) * y(b_name) < 0))

    def same_sign(u: Term, v: Term, line: Fact, slope: Term, intercept: Term, product: Fact) -> Fact:
        """Affine(relu, u, v) when y is affine on [u, v] with y(u) y(v) >= 0."""
        at_u = line.apply(u, using=[pf.both(pf.arith(u <= u), ordered_fact)])
        at_v = line.apply(v, using=[pf.both(ordered_fact, pf.arith(v <= v))])

        def value(positive: bool, ends: list[Fact]) -> Fact:
            def at(x: Term, inside: Fact) -> Fact:
                here = line.apply(x, using=[inside])
                length = pf.arith(v - u > 0, strict_fact)
                mixed = pf.arith(
                    y(x) * (v - u) == y(u) * (v - x) + y(v) * (x - u),
                    here,
                    at_u,
                    at_v,
                    multipliers=[v - u, v - x, x - u],
                )
                signed = (lambda t: t >= 0) if positive else (lambda t: t <= 0)
                total_sign = pf.arith(signed(y(x) * (v - u)), mixed, *ends, inside)
                sign = pf.arith(signed(y(x)), total_sign, length)
                wanted = maximum(0, y(x)) == (slope * x + intercept if positive else term(0) * x + 0)
                return pf.by_cases(
                    relu_of(pf, y(x)),
                    lambda f: pf.arith(wanted, f, sign, here),
                    lambda f: pf.arith(wanted, f, sign, here),
                )

            if positive:
                return affine(pf, relu, u, v, slope, intercept, at)
            return affine(pf, relu, u, v, term(0), term(0), at)

        def not_positive(no: Fact) -> Fact:
            """y(u) < 0: then y(v) <= 0."""
            return value(False, [no, pf.arith(y(v) <= 0, product, no)])

        def positive_start(yes: Fact) -> Fact:
            def end(no: Fact) -> Fact:
                return value(False, [pf.arith(y(u) <= 0, yes, no, product), pf.arith(y(v) <= 0, no)])

            return pf.decide(y(v) >= 0, lambda ok: value(True, [yes, ok]), end)

        return pf.decide(y(u) >= 0, positive_start, not_positive)

    ordered_fact: Fact
    strict_fact: Fact

    def intervals(d: Term, sign: Callable[[Term, Term, Fact, Fact, Fact, Fact], Fact]) -> Fact:
        nonlocal ordered_fact, strict_fact
        u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
        ordered, there, away = pf.assume(u < v), pf.assume(gap(u, v)), pf.assume(negation(conj(u < d, d < v)))
        strict_fact, ordered_fact = ordered, pf.arith(u <= v, ordered)
        mark = pf.opened
        product = sign(u, v, ordered, there, away, ordered)
        slope, intercept, line = line_of(pf, affine_there.apply(u, v, using=[ordered, there]))
        fact = pf.close(same_sign(u, v, line, slope, intercept, product), mark)
        for f in (away, there, ordered):
            fact = pf.implication(f.formula, fact)
        return pf.witness(goal, d, pf.general(u, v, fact))

    def with_change(yes: Fact) -> Fact:
        mark = pf.opened
        a, b, facts = pf.obtain(yes, "a", "b")
        ordered, there, opposite = facts.left, facts.right.left, facts.right.right
        alpha, beta, line = line_of(pf, affine_there.apply(a, b, using=[ordered, there]))
        ya = pf.arith(
            y(a) == alpha * a + beta, line.apply(a, using=[pf.both(pf.arith(a <= a), pf.arith(a <= b, ordered))])
        )
        yb = pf.arith(
            y(b) == alpha * b + beta, line.apply(b, using=[pf.both(pf.arith(a <= b, ordered), pf.arith(b <= b))])
        )
        steep = pf.refute(
            alpha == 0,
            lambda flat: pf.arith(
                false,
                opposite,
                pf.arith(y(a) == beta, ya, flat, multipliers=[a]),
                pf.arith(y(b) == beta, yb, flat, multipliers=[b]),
                squares=[beta],
                multipliers=[y(a), y(b), beta],
            ),
        )
        inverse = pf.lemma("inverse", alpha, using=[steep])
        d = -beta * (1 / alpha)
        root = pf.arith(alpha * d + beta == 0, inverse, multipliers=[beta])

        def sign(u: Term, v: Term, strict: Fact, here: Fact, away: Fact, _: Fact) -> Fact:
            """y(u) y(v) >= 0: on the hull of [a, b] and [u, v] y is affine with root d, which is not inside (u, v)."""
            low, high = minimum(a, u), maximum(b, v)
            lows, highs = pf.lemma("min", a, u), pf.lemma("max", b, v)
            la, lu = (
                pf.by_cases(lows, lambda f, g=g: pf.arith(g, f), lambda f, g=g: pf.arith(g, f))
                for g in (low <= a, low <= u)
            )
            hb, hv = (
                pf.by_cases(highs, lambda f, g=g: pf.arith(g, f), lambda f, g=g: pf.arith(g, f))
                for g in (b <= high, v <= high)
            )
            wide = pf.arith(low < high, la, ordered, hb)
            whole = hull.apply(a, b, u, v, using=[there, here])
            mark2 = pf.opened
            slope, intercept, on_hull = line_of(pf, affine_there.apply(low, high, using=[wide, whole]))
            at = {
                t.index: pf.arith(y(t) == slope * t + intercept, on_hull.apply(t, using=[pf.both(lo, hi)]))
                for t, lo, hi in (
                    (a, la, pf.arith(a <= high, ordered, hb)),
                    (b, pf.arith(low <= b, la, ordered), hb),
                    (u, lu, pf.arith(u <= high, strict, hv)),
                    (v, pf.arith(low <= v, lu, strict), hv),
                )
            }
            same = pf.arith((slope - alpha) * (b - a) == 0, at[a.index], at[b.index], ya, yb)
            equal = pf.arith(slope == alpha, same, ordered)
            rest = pf.arith(intercept == beta, equal, at[a.index], ya, multipliers=[a])
            yu, yv = (
                pf.arith(y(t) == alpha * (t - d), at[t.index], equal, rest, root, multipliers=[t]) for t in (u, v)
            )
            distance = pf.by_cases(
                pf.step("excluded_middle", [], [u < d]),
                lambda yes: pf.arith(
                    (u - d) * (v - d) >= 0,
                    yes,
                    pf.absurd(d >= v, lambda no: pf.conflict(pf.both(yes, pf.arith(d < v, no)), away)),
                ),
                lambda no: pf.arith((u - d) * (v - d) >= 0, no, strict),
            )
            e, f_ = pf.fresh("e", "real"), pf.fresh("f", "real")
            given = pf.assume(e * f_ >= 0)
            scaled = pf.general(
                e,
                f_,
                pf.implication(
                    given.formula, pf.arith((alpha * e) * (alpha * f_) >= 0, _times_square(pf, alpha, given))
                ),
            ).apply(u - d, v - d, using=[distance])
            return pf.close(
                pf.arith(y(u) * y(v) >= 0, scaled, yu, yv, multipliers=[y(u), y(v), alpha * (u - d), alpha * (v - d)]),
                mark2,
            )

        return pf.close(intervals(d, sign), mark)

    def without(no: Fact) -> Fact:
        def sign(u: Term, v: Term, strict: Fact, here: Fact, away: Fact, _: Fact) -> Fact:
            inner = exists(b_name, conj(u < b_name, gap(u, b_name), y(u) * y(b_name) < 0))
            return pf.absurd(
                y(u) * y(v) >= 0,
                lambda neg: pf.conflict(
                    pf.witness(changes, u, pf.witness(inner, v, pf.both(strict, here, pf.arith(y(u) * y(v) < 0, neg)))),
                    no,
                ),
            )

        return intervals(term(0), sign)

    return pf.decide(changes, with_change, without)


def _times_square(pf: Proof, alpha: Term, product: Fact) -> Fact:
    """alpha^2 e f >= 0 from e f >= 0."""
    e_f = product.formula.args[1]
    z = pf.fresh("z", "real")
    given = pf.assume(z >= 0)
    square = pf.arith(alpha * alpha >= 0, squares=[alpha])
    return pf.general(z, pf.implication(given.formula, pf.arith(alpha * alpha * z >= 0, square, given))).apply(
        e_f, using=[product]
    )


def largest_below(pf: Proof, c: Term, n: Term, count: Fact, u: Term) -> Fact:
    """No c(i), 1 <= i <= n, is <= u, or some c(m) <= u is the largest of them; by induction on n."""
    i, m_name = integer("i"), integer("m")

    def claim(n: Term) -> Term:
        none = every(i, 1, n, u < c(i))
        best = exists(
            m_name, conj(between(1, m_name, n), c(m_name) <= u, every(i, 1, n, implies(c(i) <= u, c(i) <= c(m_name))))
        )
        return either(none, best)

    def base() -> Fact:
        goal = claim(term(0))
        return pf.or_intro(goal, over(pf, 1, term(0), lambda i, b: pf.arith(u < c(i), b)))

    def step(k: Term, low: Fact, hypothesis: Fact) -> Fact:
        goal = claim(k + 1)
        best = goal.args[1]

        def extend(i: Term, bounds: Fact, old: Callable[[Fact], Fact], new: Callable[[Fact], Fact]) -> Fact:
            return pf.decide(i <= k, old, new)

        def at_new(i: Term, bounds: Fact, no: Fact) -> Fact:
            return pf.congruent(c, pf.arith(i == k + 1, bounds, no))

        def new_is_best(at: Fact, bound_old: Callable[[Term, Fact, Fact], Fact]) -> Fact:
            """c(k+1) <= u is the largest."""

            def one(i: Term, bounds: Fact) -> Fact:
                below = pf.assume(c(i) <= u)
                fact = pf.decide(
                    i <= k,
                    lambda yes: bound_old(i, pf.both(bounds.left, yes), below),
                    lambda no: pf.arith(c(i) <= c(k + 1), at_new(i, bounds, no)),
                )
                return pf.implication(below.formula, fact)

            inside = pf.both(pf.arith(k + 1 >= 1, low), pf.arith(k + 1 <= k + 1))
            return pf.or_intro(goal, pf.witness(best, k + 1, pf.both(inside, at, over(pf, 1, k + 1, one))))

        def none(all_above: Fact) -> Fact:
            def also(no: Fact) -> Fact:
                return pf.or_intro(
                    goal,
                    over(
                        pf,
                        1,
                        k + 1,
                        lambda i, bounds: pf.decide(
                            i <= k,
                            lambda yes: all_above.apply(i, using=[bounds, yes]),
                            lambda out: pf.arith(u < c(i), at_new(i, bounds, out), no),
                        ),
                    ),
                )

            return pf.decide(
                c(k + 1) <= u,
                lambda yes: new_is_best(
                    yes, lambda i, b, below: pf.arith(c(i) <= c(k + 1), all_above.apply(i, using=[b]), below)
                ),
                also,
            )

        def some(found: Fact) -> Fact:
            mark = pf.opened
            m, facts = pf.obtain(found, "m")
            place, at, largest = facts.left, facts.right.left, facts.right.right

            def keep(no: Fact) -> Fact:
                def one(i: Term, bounds: Fact) -> Fact:
                    below = pf.assume(c(i) <= u)

                    def is_new(out: Fact) -> Fact:
                        equal = at_new(i, bounds, out)
                        return pf.arith(c(i) <= c(m), equal, no.apply(using=[pf.arith(c(k + 1) <= u, equal, below)]))

                    fact = pf.decide(i <= k, lambda yes: largest.apply(i, using=[bounds, yes, below]), is_new)
                    return pf.implication(below.formula, fact)

                inside = pf.both(place.left, pf.arith(m <= k + 1, place))
                return pf.or_intro(goal, pf.witness(best, m, pf.both(inside, at, over(pf, 1, k + 1, one))))

            better = conj(c(k + 1) <= u, c(m) <= c(k + 1))
            fact = pf.decide(
                better,
                lambda yes: new_is_best(
                    yes.left, lambda i, b, below: pf.arith(c(i) <= c(k + 1), largest.apply(i, using=[b, below]), yes)
                ),
                lambda no: keep(_not_better(pf, no, c(k + 1), u, c(m))),
            )
            return pf.close(fact, mark)

        return pf.by_cases(hypothesis, none, some)

    return pf.induction("n", 0, claim, base, step).apply(n, using=[count])


def _not_better(pf: Proof, no: Fact, new: Term, u: Term, old: Term) -> Fact:
    """new <= u => new <= old, from not (new <= u and old <= new)."""
    below = pf.assume(new <= u)
    fact = pf.absurd(new <= old, lambda neg: pf.conflict(pf.both(below, pf.arith(old <= new, neg)), no))
    return pf.implication(below.formula, fact)


def gap(c: Term, K: Term, m: Term, u: Term, v: Term) -> Term:
    """[u, v] lies to the right of c(m) (anywhere for m = 0) and of no greater c(i), 1 <= i <= K."""
    i = integer("i")
    return conj(implies(m >= 1, c(m) <= u), every(i, 1, K, either(v <= c(i), conj(m >= 1, c(i) <= c(m)))))


def gap_is_clear(pf: Proof, c: Term, K: Term, m: Term, u: Term, v: Term, there: Fact) -> Fact:
    """clear(c, K, u, v) from gap(c, K, m, u, v)."""

    def one(i: Term, bounds: Fact) -> Fact:
        side = there.right.apply(i, using=[bounds])
        return pf.refute(
            conj(u < c(i), c(i) < v),
            lambda bad: pf.by_cases(
                side,
                lambda right: pf.arith(false, right, bad),
                lambda left: pf.arith(false, left.right, there.left.apply(using=[left.left]), bad),
            ),
        )

    return over(pf, 1, K, one)


def gap_hull(pf: Proof, c: Term, K: Term, m: Term) -> Fact:
    """The hull of two intervals in one gap lies in it."""
    u, v, x, y = (pf.fresh(name, "real") for name in ("u", "v", "u", "v"))
    first, second = pf.assume(gap(c, K, m, u, v)), pf.assume(gap(c, K, m, x, y))
    low, high = minimum(u, x), maximum(v, y)
    some = pf.assume(m >= 1)
    starts = pf.implication(
        some.formula,
        pf.by_cases(
            pf.lemma("min", u, x),
            lambda f: pf.arith(c(m) <= low, f, first.left.apply(using=[some])),
            lambda f: pf.arith(c(m) <= low, f, second.left.apply(using=[some])),
        ),
    )

    def one(i: Term, bounds: Fact) -> Fact:
        goal = either(high <= c(i), conj(m >= 1, c(i) <= c(m)))
        a, b = first.right.apply(i, using=[bounds]), second.right.apply(i, using=[bounds])
        beyond = lambda f, g: pf.by_cases(  # noqa: E731
            pf.lemma("max", v, y),
            lambda e: pf.or_intro(goal, pf.arith(high <= c(i), e, f, g)),
            lambda e: pf.or_intro(goal, pf.arith(high <= c(i), e, f, g)),
        )
        return pf.by_cases(
            a,
            lambda f: pf.by_cases(b, lambda g: beyond(f, g), lambda g: pf.or_intro(goal, g)),
            lambda f: pf.or_intro(goal, f),
        )

    fact = pf.both(starts, over(pf, 1, K, one))
    fact = pf.implication(first.formula, pf.implication(second.formula, fact))
    return pf.general(u, v, x, y, fact)


def some_gap(pf: Proof, c: Term, K: Term, count: Fact, u: Term, v: Term, free: Fact) -> Fact:
    """A clear interval lies in a gap: exists m, 0 <= m <= K and gap(c, K, m, u, v). ``count`` is K >= 0."""
    m = integer("m")
    goal = exists(m, conj(between(0, m, K), gap(c, K, m, u, v)))

    def right(i: Term, bounds: Fact, above: Fact) -> Fact:
        return pf.absurd(
            v <= c(i), lambda no: pf.conflict(pf.both(above, pf.arith(c(i) < v, no)), free.apply(i, using=[bounds]))
        )

    def nothing(above: Fact) -> Fact:
        none = pf.assume(term(0) >= 1)
        start = pf.implication(none.formula, pf.anything(c(term(0)) <= u, pf.arith(false, none)))
        sides = over(
            pf,
            1,
            K,
            lambda i, b: pf.or_intro(
                either(v <= c(i), conj(term(0) >= 1, c(i) <= c(term(0)))), right(i, b, above.apply(i, using=[b]))
            ),
        )
        return pf.witness(
            goal, 0, pf.both(pf.both(pf.arith(term(0) <= 0), pf.arith(K >= 0, count)), pf.both(start, sides))
        )

    def something(found: Fact) -> Fact:
        mark = pf.opened
        n, facts = pf.obtain(found, "m")
        place, at, largest = facts.left, facts.right.left, facts.right.right
        some = pf.assume(n >= 1)
        start = pf.implication(some.formula, at)

        def one(i: Term, bounds: Fact) -> Fact:
            side = either(v <= c(i), conj(n >= 1, c(i) <= c(n)))
            return pf.decide(
                c(i) <= u,
                lambda yes: pf.or_intro(side, pf.both(pf.arith(n >= 1, place), largest.apply(i, using=[bounds, yes]))),
                lambda no: pf.or_intro(side, right(i, bounds, pf.arith(u < c(i), no))),
            )

        inside = pf.both(pf.arith(n >= 0, place), pf.arith(n <= K, place))
        return pf.close(pf.witness(goal, n, pf.both(inside, pf.both(start, over(pf, 1, K, one)))), mark)

    return pf.by_cases(largest_below(pf, c, K, count, u), nothing, something)


def relu_layer(
    pf: Proof,
    units: Term,
    n: Term,
    c: Term,
    K: Term,
    count: Fact,
    affine_inputs: Fact,
    y: Term,
    value: Callable[[Term, Term, Fact], Fact],
    some: Fact,
) -> Fact:
    """One ReLU layer on the line. y(i) is affine on intervals clear of c(1), ..., c(K) for 1 <= i <= n
    (``affine_inputs``: forall u v, u < v => clear => forall i, 1 <= i <= n => Affine(y(i), u, v)), and
    units(i)(x) = max(0, y(i)(x)) (``value(i, x, bounds)``). Then exists c', K + n (K + 1) points, clear of which all
    units are affine. ``count``: K >= 0; ``some``: n >= 0."""
    i_name = integer("i")
    points = var("c_next", "int->real")

    def size(i: Term) -> Term:
        return K + i * (K + 1)

    def conclusion(i: Term) -> Callable[[Term, Term], Term]:
        return lambda u, v: conj(clear(c, K, u, v), every(i_name, 1, i, Affine(units(i_name), u, v)))

    def claim(i: Term) -> Term:
        return implies(i <= n, exists(points, affine_off(points, size(i), conclusion(i))))

    def base() -> Fact:
        bound = pf.assume(term(0) <= n)

        def nothing(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
            free = pf.rewrite(free, pf.ring(size(term(0)), K))
            none = over(pf, 1, term(0), lambda i, b: pf.anything(Affine(units(i), u, v), pf.arith(false, b)))
            return pf.both(free, none)

        at = on_intervals(pf, c, size(term(0)), nothing)
        formula = exists(points, affine_off(points, size(term(0)), conclusion(term(0))))
        return pf.implication(bound.formula, pf.witness(formula, c, at))

    def step(i: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(i + 1 <= n)
        mark = pf.opened
        old, known = pf.obtain(hypothesis.apply(using=[bound]), "c")
        yi = y(i + 1)
        place = pf.both(pf.arith(i + 1 >= 1, low), bound)
        m = pf.fresh("m", "int")
        u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
        ordered, there = pf.assume(u < v), pf.assume(gap(c, K, m, u, v))
        in_gap = affine_inputs.apply(u, v, using=[ordered, gap_is_clear(pf, c, K, m, u, v, there)])(i + 1)
        in_gap = pf.modus_ponens(in_gap, place)
        affine_there = pf.general(u, v, pf.implication(ordered.formula, pf.implication(there.formula, in_gap)))
        kink = kink_in_gap(pf, yi, lambda u, v: gap(c, K, m, u, v), affine_there, gap_hull(pf, c, K, m))
        kinks, at_kink = pf.obtain(pf.choose(pf.general(m, kink), "D"), "D")
        shifted = lam(i_name, kinks(i_name - 1))
        new = joined(old, size(i), shifted)
        enough = pf.arith(size(i) >= 0, low, count)
        more = pf.arith(K + 1 >= 0, count)

        def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
            free = pf.rewrite(free, pf.ring(size(i + 1), size(i) + (K + 1)))
            first, second = clear_of_both(pf, old, size(i), shifted, K + 1, u, v, free, enough, more)
            before = known.apply(u, v, using=[ordered, first])
            inner = pf.opened
            m, place_m = pf.obtain(some_gap(pf, c, K, count, u, v, before.left), "m")
            missed = second.apply(
                m + 1, using=[pf.both(pf.arith(m + 1 >= 1, place_m.left), pf.arith(m + 1 <= K + 1, place_m.left))]
            )
            missed = pf.rewrite(missed, pf.ring(m + 1 - 1, m))
            bent = at_kink(m).apply(u, v, using=[ordered, place_m.right, missed])
            a, b, line = line_of(pf, bent)
            fresh_unit = affine(
                pf,
                units(i + 1),
                u,
                v,
                a,
                b,
                lambda x, inside: pf.arith(
                    units(i + 1)(x) == a * x + b, line.apply(x, using=[inside]), value(i + 1, x, place)
                ),
            )
            fresh_unit = pf.close(fresh_unit, inner)

            def each(j: Term, bounds: Fact) -> Fact:
                def last(no: Fact) -> Fact:
                    z = var("z", "int")
                    equal = pf.arith(i + 1 == j, bounds, no)
                    return pf.step("equality", [equal, fresh_unit], [lam(z, Affine(units(z), u, v))])

                return pf.decide(j <= i, lambda yes: before.right.apply(j, using=[bounds, yes]), last)

            return pf.both(before.left, over(pf, 1, i + 1, each))

        formula = exists(points, affine_off(points, size(i + 1), conclusion(i + 1)))
        fact = pf.witness(formula, new, on_intervals(pf, new, size(i + 1), on))
        return pf.implication(bound.formula, pf.close(fact, mark))

    return pf.induction("i", 0, claim, base, step).apply(n, using=[some, pf.arith(n <= n)])


def layer_sizes(w: Term, l: Term) -> Term:
    """The product of w(j) + 1 over the first l layers."""
    j = integer("j")
    return product(j, 1, l, w(j) + 1)


def network_kinks(pf: Proof, z: Term, W: Term, b: Term, w: Term, k: Term, network: Fact) -> Fact:
    """For 0 <= l <= k: exists c with prod_{j<=l} (w(j) + 1) - 1 points, clear of which every unit of layer l is affine;
    by induction on the layers."""
    one_input, widths, identity, layers = pf.open_definition(network).split()
    j, points = integer("j"), var("c_next", "int->real")

    def formula(l: Term) -> Term:
        return exists(
            points, affine_off(points, layer_sizes(w, l) - 1, lambda u, v: every(j, 1, w(l), Affine(z(l)(j), u, v)))
        )

    def claim(l: Term) -> Term:
        return implies(l <= k, conj(layer_sizes(w, l) >= 1, formula(l)))

    def base() -> Fact:
        bound = pf.assume(term(0) <= k)
        zero = term(0)
        empty = pf.lemma("prod_empty", 1, 0, lam(j, w(j) + 1))
        c = lam(integer("i"), integer("i") * term(0))

        def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
            def unit(i: Term, bounds: Fact) -> Fact:
                first = pf.arith(term(1) == i, bounds, one_input)
                at_one = affine(
                    pf,
                    z(zero)(term(1)),
                    u,
                    v,
                    term(1),
                    zero,
                    lambda x, inside: pf.arith(z(zero)(term(1))(x) == term(1) * x + 0, identity(x)),
                )
                q = var("q", "int")
                return pf.step("equality", [first, at_one], [lam(q, Affine(z(zero)(q), u, v))])

            return over(pf, 1, w(zero), unit)

        at = pf.witness(formula(zero), c, on_intervals(pf, c, layer_sizes(w, zero) - 1, on))
        return pf.implication(bound.formula, pf.both(pf.arith(layer_sizes(w, zero) >= 1, empty), at))

    def step(l: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(l + 1 <= k)
        mark = pf.opened
        before = hypothesis.apply(using=[bound])
        size = layer_sizes(w, l)
        K = size - 1
        c, known = pf.obtain(before.right, "c")
        count = pf.arith(K >= 0, before.left)
        i, x = integer("i"), _X
        n = w(l + 1)
        y = lam(i, x, b(l + 1)(i) + total(j, 1, w(l), W(l + 1)(i)(j) * z(l)(j)(x)))
        layer = layers.apply(l, using=[low, bound])
        inputs = pf.decide(
            l >= 1,
            lambda yes: pf.arith(w(l) >= 0, widths.apply(l, using=[yes, bound])),
            lambda no: pf.arith(w(l) >= 0, pf.congruent(w, pf.arith(l == 0, no, low)), one_input),
        )

        u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
        ordered, free = pf.assume(u < v), pf.assume(clear(c, K, u, v))
        units_affine = pf.modus_ponens(pf.modus_ponens(known(u, v), ordered), free)

        def pre(i: Term, bounds: Fact) -> Fact:
            return combination(
                pf,
                z(l),
                W(l + 1)(i),
                b(l + 1)(i),
                w(l),
                inputs,
                u,
                v,
                units_affine,
                y(i),
                lambda x: pf.ring(y(i)(x), y(i)(x)),
            )

        inputs_fact = over(pf, 1, n, pre)
        affine_inputs = pf.general(u, v, pf.implication(ordered.formula, pf.implication(free.formula, inputs_fact)))
        positive = widths.apply(l + 1, using=[low, bound])
        grown = relu_layer(
            pf,
            z(l + 1),
            n,
            c,
            K,
            count,
            affine_inputs,
            y,
            lambda i, x, place: layer.apply(i, using=[place])(x),
            pf.arith(n >= 0, positive),
        )
        next_c, facts = pf.obtain(grown, "c")
        more = pf.lemma("prod_step", 1, l, lam(j, w(j) + 1), using=[low])
        equal = pf.arith(K + n * (K + 1) == layer_sizes(w, l + 1) - 1, more)

        def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
            return facts.apply(u, v, using=[ordered, pf.rewrite(free, pf.symmetric(equal))]).right

        at = pf.witness(formula(l + 1), next_c, on_intervals(pf, next_c, layer_sizes(w, l + 1) - 1, on))
        large = pf.arith(layer_sizes(w, l + 1) >= 1, more, before.left, positive)
        return pf.implication(bound.formula, pf.close(pf.both(large, at), mark))

    return pf.induction("l", 0, claim, base, step)


def room(pf: Proof, c: Term, n: Term, count: Fact, low: Term, t: Term, high: Term, around: Fact, apart: Fact) -> Fact:
    """exists u v: low <= u < t < v <= high and clear(c, n, u, v), when no c(1), ..., c(n) is t (``apart``) and
    low < t < high (``around``); by induction on n."""

    def within(m: Term, u: Term, v: Term) -> Term:
        return conj(low <= u, u < t, t < v, v <= high, clear(c, m, u, v))

    def claim(m: Term) -> Term:
        return implies(m <= n, exists(_U, _V, within(m, _U, _V)))

    def base() -> Fact:
        bound = pf.assume(term(0) <= n)
        none = over(
            pf, 1, term(0), lambda i, b: pf.anything(negation(conj(low < c(i), c(i) < high)), pf.arith(false, b))
        )
        goal = claim(term(0)).args[1]
        return pf.implication(
            bound.formula,
            pf.witness(
                goal, low, high, pf.both(pf.arith(low <= low), around.left, around.right, pf.arith(high <= high), none)
            ),
        )

    def step(m: Term, at_least: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(m + 1 <= n)
        mark = pf.opened
        u, v, facts = pf.obtain(hypothesis.apply(using=[bound]), "u", "v")
        new, goal = c(m + 1), claim(m + 1).args[1]
        free = facts.split()[4]
        known = facts.split()[:4]
        different = apart.apply(m + 1, using=[at_least, bound])

        def shrink(new_u: Term, new_v: Term, sides: list[Fact], missed: Fact) -> Fact:
            def one(i: Term, bounds: Fact) -> Fact:
                bad = conj(new_u < c(i), c(i) < new_v)

                def old(yes: Fact) -> Fact:
                    at = free.apply(i, using=[bounds, yes])
                    return pf.refute(
                        bad,
                        lambda inside: pf.conflict(
                            pf.both(pf.arith(u < c(i), inside, *sides), pf.arith(c(i) < v, inside, *sides)), at
                        ),
                    )

                def last(no: Fact) -> Fact:
                    equal = pf.congruent(c, pf.arith(i == m + 1, bounds, no))
                    return pf.refute(bad, lambda inside: pf.arith(false, inside, equal, missed))

                return pf.decide(i <= m, old, last)

            parts = [
                pf.arith(f, *known, *sides, missed, around) for f in (low <= new_u, new_u < t, t < new_v, new_v <= high)
            ]
            return pf.witness(goal, new_u, new_v, pf.both(*parts, over(pf, 1, m + 1, one)))

        def below(yes: Fact) -> Fact:
            top = maximum(u, new)
            case = pf.lemma("max", u, new)
            facts_ = [
                pf.by_cases(case, lambda f, g=g: pf.arith(g, f), lambda f, g=g: pf.arith(g, f))
                for g in (u <= top, new <= top)
            ]
            small = pf.by_cases(case, lambda f: pf.arith(top < t, f, yes), lambda f: pf.arith(top < t, f, known[1]))
            return shrink(top, v, [facts_[0], small], facts_[1])

        def above(no: Fact) -> Fact:
            bottom = minimum(v, new)
            case = pf.lemma("min", v, new)
            beyond = pf.absurd(t < new, lambda neg: pf.conflict(pf.arith(new == t, neg, no), different))
            facts_ = [
                pf.by_cases(case, lambda f, g=g: pf.arith(g, f), lambda f, g=g: pf.arith(g, f))
                for g in (bottom <= v, bottom <= new)
            ]
            large = pf.by_cases(
                case, lambda f: pf.arith(t < bottom, f, known[2]), lambda f: pf.arith(t < bottom, f, beyond)
            )
            return shrink(u, bottom, [facts_[0], large], facts_[1])

        fact = pf.decide(new < t, below, above)
        return pf.implication(bound.formula, pf.close(fact, mark))

    return pf.induction("m", 0, claim, base, step).apply(n, using=[count, pf.arith(n <= n)])


def fewer_pieces(pf: Proof, f: Term, p: Term, n: Term, pieces: Fact, at_most: Fact, some: Fact) -> Fact:
    """p <= n, from Pieces(f, p), AtMostPieces(f, n) and n >= 1: each of the p - 1 cuts is one of the n - 1 points."""
    mark = pf.opened
    t, alpha, beta, facts = pf.obtain(pf.open_definition(pieces).right, "t", "alpha", "beta")
    increasing, different, values = facts.split()
    c, lines = pf.obtain(pf.open_definition(at_most), "c")
    m_name, i_name = integer("m"), integer("i")
    hit = lambda i, m: implies(between(1, i, p - 1), conj(between(1, m, n - 1), c(m) == t(i)))  # noqa: E731

    def found(i: Term) -> Fact:
        goal = exists(m_name, hit(i, m_name))
        here = exists(m_name, conj(between(1, m_name, n - 1), c(m_name) == t(i)))

        def direct(yes: Fact) -> Fact:
            inner = pf.opened
            m, at = pf.obtain(yes, "m")
            return pf.close(pf.witness(goal, m, pf.implication(hit(i, m).args[0], at)), inner)

        def impossible(no: Fact) -> Fact:
            inside = pf.assume(between(1, i, p - 1))
            apart = over(
                pf,
                1,
                n - 1,
                lambda m, b: pf.refute(c(m) == t(i), lambda eq: pf.conflict(pf.witness(here, m, pf.both(b, eq)), no)),
            )
            contradiction = no_kink_elsewhere(
                pf, f, p, n, t, alpha, beta, increasing, different, values, c, lines, some, i, inside, apart
            )
            m = term(1)
            fact = pf.anything(hit(i, m).args[1], contradiction)
            return pf.witness(goal, m, pf.implication(inside.formula, fact))

        return pf.decide(here, direct, impossible)

    i = pf.fresh("i", "int")
    phi, chosen = pf.obtain(pf.choose(pf.general(i, found(i)), "phi"), "phi")

    def ordered(j: Term) -> Term:
        return implies(j <= p - 1, every(i_name, 1, j - 1, t(i_name) < t(j)))

    def base() -> Fact:
        bound = pf.assume(term(1) <= p - 1)
        return pf.implication(bound.formula, over(pf, 1, term(1) - 1, lambda i, b: pf.arith(t(i) < t(term(1)), b)))

    def step(j: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(j + 1 <= p - 1)
        before = hypothesis.apply(using=[bound])
        last = increasing.apply(j, using=[low, bound])

        def one(i: Term, bounds: Fact) -> Fact:
            return pf.decide(
                i <= j - 1,
                lambda yes: pf.arith(t(i) < t(j + 1), before.apply(i, using=[bounds, yes]), last),
                lambda no: pf.arith(t(i) < t(j + 1), last, pf.congruent(t, pf.arith(i == j, bounds, no))),
            )

        return pf.implication(bound.formula, over(pf, 1, j + 1 - 1, one))

    monotone = pf.induction("j", 1, ordered, base, step)
    inside = over(pf, 1, p - 1, lambda i, b: pf.both(*chosen(i).apply(using=[b]).left.split()))
    i, j = pf.fresh("i", "int"), pf.fresh("j", "int")
    pair = pf.assume(conj(i >= 1, i < j, j <= p - 1))
    same = phi(i) == phi(j)
    less = monotone.apply(j, i, using=[pair])
    at_i, at_j = (chosen(x).apply(using=[pair]).right for x in (i, j))
    injective = pf.refute(same, lambda eq: pf.arith(false, pf.congruent(c, eq), at_i, at_j, less))
    injective = pf.general(i, j, pf.implication(pair.formula, injective))
    counted = pf.lemma("pigeonhole", phi, p - 1, n - 1, using=[pf.arith(n - 1 >= 0, some), inside, injective])
    return pf.close(pf.arith(p <= n, counted), mark)


def no_kink_elsewhere(
    pf: Proof,
    f: Term,
    p: Term,
    n: Term,
    t: Term,
    alpha: Term,
    beta: Term,
    increasing: Fact,
    different: Fact,
    values: Fact,
    c: Term,
    lines: Fact,
    some: Fact,
    i: Term,
    inside: Fact,
    apart: Fact,
) -> Fact:
    """false, when the cut t(i), 1 <= i <= p - 1, is none of the points c(1), ..., c(n-1)."""
    x = var("x", "real")

    def end(side: str) -> Fact:
        """A point on one side of t(i) up to which the piece there reaches: exists e, e < t(i) (or >) and on that side
        f is the line of that piece."""
        index = i if side == "left" else i + 1
        name = var("e", "real")
        line = lambda y: f(y) == alpha(index) * y + beta(index)  # noqa: E731
        if side == "left":
            goal = exists(name, conj(name < t(i), forall(x, implies(between(name, x, t(i)), line(x)))))
        else:
            goal = exists(name, conj(t(i) < name, forall(x, implies(between(t(i), x, name), line(x)))))

        def at(e: Term, strict: Fact, edge: Fact) -> Fact:
            y = pf.fresh("x", "real")
            where_ = pf.assume(between(e, y, t(i)) if side == "left" else between(t(i), y, e))
            if side == "left":
                high = pf.or_intro(either(i == p, y <= t(i)), where_.right)
                before = either(index == 1, t(index - 1) <= y)
                low = pf.or_intro(before, edge if edge.formula.op == "=" else pf.arith(t(index - 1) <= y, edge, where_))
                here = values.apply(i, using=[pf.both(inside.left, pf.arith(i <= p, inside))])(y)
            else:
                before = either(index == 1, t(index - 1) <= y)
                low = pf.or_intro(before, pf.arith(t(index - 1) <= y, where_))
                after = either(index == p, y <= t(index))
                high = pf.or_intro(after, edge if edge.formula.op == "=" else pf.arith(y <= t(index), edge, where_))
                here = values.apply(index, using=[pf.both(pf.arith(index >= 1, inside), pf.arith(index <= p, inside))])(
                    y
                )
            value = pf.modus_ponens(pf.modus_ponens(here, low), high)
            return pf.witness(goal, e, pf.both(strict, pf.general(y, pf.implication(where_.formula, value))))

        if side == "left":
            return pf.decide(
                i == 1,
                lambda yes: at(t(i) - 1, pf.arith(t(i) - 1 < t(i)), yes),
                lambda no: at(t(i - 1), _previous(pf, increasing, t, i, inside, no), pf.arith(t(i - 1) <= t(i - 1))),
            )
        return pf.decide(
            i + 1 == p,
            lambda yes: at(t(i) + 1, pf.arith(t(i) < t(i) + 1), yes),
            lambda no: at(
                t(i + 1),
                increasing.apply(i, using=[pf.both(inside.left, _before_last(pf, i, p, inside, no))]),
                pf.arith(t(i + 1) <= t(i + 1)),
            ),
        )

    mark = pf.opened
    low, left = pf.obtain(end("left"), "low")
    high, right = pf.obtain(end("right"), "high")
    u, v, facts = pf.obtain(
        room(pf, c, n - 1, pf.arith(n - 1 >= 0, some), low, t(i), high, pf.both(left.left, right.left), apart), "u", "v"
    )
    inner = facts.split()
    slope, _intercept, line = line_of(pf, lines.apply(u, v, using=[pf.arith(u < v, *inner[:4]), inner[4]]))

    def on(y: Term) -> Fact:
        return line.apply(y, using=[pf.both(pf.arith(u <= y, *inner[:4]), pf.arith(y <= v, *inner[:4]))])

    def of(piece: Fact, y: Term) -> Fact:
        low_, high_ = piece.right(y).formula.args[0].args
        return piece.right.apply(y, using=[pf.both(pf.arith(low_, *inner[:4]), pf.arith(high_, *inner[:4]))])

    a, b = alpha(i), alpha(i + 1)
    first = pf.arith((slope - a) * (t(i) - u) == 0, on(u), on(t(i)), of(left, u), of(left, t(i)))
    second = pf.arith((slope - b) * (v - t(i)) == 0, on(v), on(t(i)), of(right, v), of(right, t(i)))
    one = pf.arith(slope == a, first, inner[1])
    two = pf.arith(slope == b, second, inner[2])
    return pf.close(pf.conflict(pf.arith(a == b, one, two), different.apply(i, using=[inside])), mark)


def _previous(pf: Proof, increasing: Fact, t: Term, i: Term, inside: Fact, no: Fact) -> Fact:
    """t(i-1) < t(i) for i > 1."""
    above = pf.absurd(i - 1 >= 1, lambda neg: pf.conflict(pf.arith(i == 1, neg, inside), no))
    return pf.arith(t(i - 1) < t(i), increasing.apply(i - 1, using=[above, inside]))


def _before_last(pf: Proof, i: Term, p: Term, inside: Fact, no: Fact) -> Fact:
    """i <= p - 2, from i <= p - 1 and i + 1 != p."""
    return pf.absurd(i <= p - 2, lambda neg: pf.conflict(pf.arith(i + 1 == p, neg, inside), no))


def at_most(pf: Proof, f: Term, n: Term, size: Term, kinks: Fact, equal: Fact) -> Fact:
    """AtMostPieces(f, n) from exists c, affine_off(c, size, Affine(f, ., .)) and size <= n - 1 (``equal``)."""
    goal = AtMostPieces(f, n)
    mark = pf.opened
    c, known = pf.obtain(kinks, "c")

    def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
        fewer = over(pf, 1, size, lambda i, b: free.apply(i, using=[pf.both(b.left, pf.arith(i <= n - 1, b, equal))]))
        return known.apply(u, v, using=[ordered, fewer])

    return pf.close(pf.restate(pf.witness(body(goal), c, on_intervals(pf, c, n - 1, on)), goal), mark)


def wider(pf: Proof, f: Term, n: Term, fact: Fact, m: Term, less: Fact) -> Fact:
    """AtMostPieces(f, m) from AtMostPieces(f, n) and n <= m."""
    return at_most(pf, f, m, n - 1, pf.open_definition(fact), pf.arith(n - 1 <= m - 1, less))


def network_pieces(
    pf: Proof,
    z: Term,
    W: Term,
    b: Term,
    w: Term,
    k: Term,
    network: Fact,
    deep: Fact,
    f: Term,
    weights: Term,
    bias: Term,
    output: Fact,
) -> tuple[Fact, Fact]:
    """AtMostPieces(f, prod (w(j) + 1)) for the output f(x) = bias + sum weights(j) z(k)(j)(x), and prod >= 1; ``deep``
    is k >= 1, ``output`` the formula for f."""
    size = layer_sizes(w, k)
    layers = network_kinks(pf, z, W, b, w, k, network).apply(k, using=[deep, pf.arith(k >= 0, deep), pf.arith(k <= k)])
    widths = pf.open_definition(network).split()[1]
    units = pf.arith(w(k) >= 0, widths.apply(k, using=[deep, pf.arith(k <= k)]))
    points = var("c_next", "int->real")
    mark = pf.opened
    c, known = pf.obtain(layers.right, "c")

    def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
        return combination(
            pf, z(k), weights, bias, w(k), units, u, v, known.apply(u, v, using=[ordered, free]), f, lambda x: output(x)
        )

    kinks = pf.close(
        pf.witness(
            exists(points, affine_off(points, size - 1, lambda u, v: Affine(f, u, v))),
            c,
            on_intervals(pf, c, size - 1, on),
        ),
        mark,
    )
    return at_most(pf, f, size, size - 1, kinks, pf.arith(size - 1 <= size - 1)), layers.left


def flat_network(pf: Proof) -> tuple[list[Term], Fact, Fact]:
    """An instance: one hidden unit max(0, x) with output weight 0. The terms z, W, b, w, k = 1, f, output weights and
    bias; the fact Network(...) and the formula for f = 0."""
    l, i, j, x = integer("l"), integer("i"), integer("j"), var("x", "real")
    z = lam(l, i, x, where(l <= 0, x, maximum(0, x)))
    W, b, w = lam(l, i, j, term(1) + 0 * j), lam(l, i, term(0) * i), lam(l, term(1) + 0 * l)
    y = pf.fresh("x", "real")

    def layer(l: Term, bounds: Fact) -> Fact:
        zero = pf.arith(l == 0, bounds)

        def unit(i: Term, inside: Fact) -> Fact:
            now = pf.lemma("if_false", l + 1 <= 0, y, maximum(0, y), using=[pf.arith(negation(l + 1 <= 0), zero)])
            summand = lam(j, W(l + 1)(i)(j) * z(l)(j)(y))
            width = pf.ring(w(l), term(0) + 1)
            empty, one = pf.lemma("sum_empty", 1, 0, summand), pf.lemma("sum_step", 1, 0, summand)
            before = pf.lemma("if_true", l <= 0, y, maximum(0, y), using=[pf.arith(l <= 0, zero)])
            q = var("q", "int")
            inner = pf.arith(total(j, 1, term(0) + 1, summand(j)) == y, empty, one, before)
            inner = pf.step("equality", [pf.symmetric(width), inner], [lam(q, total(j, 1, q, summand(j)) == y)])
            argument = pf.arith(b(l + 1)(i) + total(j, 1, w(l), summand(j)) == y, inner)
            r = var("r", "real")
            moved = pf.step(
                "equality",
                [pf.symmetric(argument), now],
                [lam(r, where(l + 1 <= 0, y, maximum(0, y)) == maximum(0, r))],
            )
            return pf.general(y, moved)

        return over(pf, 1, w(l + 1), unit)

    identity = pf.general(y, pf.lemma("if_true", term(0) <= 0, y, maximum(0, y)))
    network = pf.both(
        pf.ring(w(term(0)), 1),
        over(pf, 1, term(1), lambda l, bd: pf.arith(w(l) >= 1)),
        identity,
        over(pf, 0, term(1) - 1, layer, "l"),
    )
    weights = lam(j, term(0) * j)
    f = lam(x, term(0) + total(j, 1, w(term(1)), weights(j) * z(term(1))(j)(x)))
    return (
        [z, W, b, w, term(1), f, weights, term(0)],
        pf.restate(network, Network(z, W, b, w, 1)),
        pf.general(y, pf.ring(f(y), f(y))),
    )


def joined_kinks(pf: Proof, fs: Term, m: Term, P: Term, some: Fact, positive: Fact, each: Fact) -> Fact:
    """exists c with m (P - 1) points, clear of which every fs(j), 1 <= j <= m, is affine, from AtMostPieces(fs(j), P);
    ``some``: m >= 1, ``positive``: P >= 1."""
    i_name, points = integer("i"), var("c_next", "int->real")

    def formula(n: Term) -> Term:
        return exists(
            points, affine_off(points, n * (P - 1), lambda u, v: every(i_name, 1, n, Affine(fs(i_name), u, v)))
        )

    def base() -> Fact:
        bound = pf.assume(term(0) <= m)
        c = lam(i_name, i_name * term(0))
        none = on_intervals(
            pf,
            c,
            term(0) * (P - 1),
            lambda u, v, ordered, free: over(
                pf, 1, term(0), lambda i, b: pf.anything(Affine(fs(i), u, v), pf.arith(false, b))
            ),
        )
        return pf.implication(bound.formula, pf.witness(formula(term(0)), c, none))

    def step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(n + 1 <= m)
        mark = pf.opened
        old, known = pf.obtain(hypothesis.apply(using=[bound]), "c")
        new, lines = pf.obtain(pf.open_definition(each.apply(n + 1, using=[low, bound])), "d")
        size = n * (P - 1)
        both = joined(old, size, new)
        enough, more = pf.arith(size >= 0, low, positive), pf.arith(P - 1 >= 0, positive)

        def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
            free = pf.rewrite(free, pf.ring((n + 1) * (P - 1), size + (P - 1)))
            first, second = clear_of_both(pf, old, size, new, P - 1, u, v, free, enough, more)
            before, last = known.apply(u, v, using=[ordered, first]), lines.apply(u, v, using=[ordered, second])

            def one(j: Term, bounds: Fact) -> Fact:
                def at_last(no: Fact) -> Fact:
                    q = var("q", "int")
                    return pf.step("equality", [pf.arith(n + 1 == j, bounds, no), last], [lam(q, Affine(fs(q), u, v))])

                return pf.decide(j <= n, lambda yes: before.apply(j, using=[bounds, yes]), at_last)

            return over(pf, 1, n + 1, one)

        fact = pf.witness(formula(n + 1), both, on_intervals(pf, both, (n + 1) * (P - 1), on))
        return pf.implication(bound.formula, pf.close(fact, mark))

    ladder = pf.induction("n", 0, lambda n: implies(n <= m, formula(n)), base, step)
    return ladder.apply(m, using=[pf.arith(m >= 0, some), pf.arith(m <= m)])


def zero_pieces(pf: Proof, f: Term) -> Fact:
    """Pieces(f, 1) for the output f = 0 + sum 0 * ... of :func:`flat_network`."""
    zero = lam(integer("i"), term(0) * integer("i"))
    opened = body(Pieces(f, 1))
    x = pf.fresh("x", "real")
    summand = f(x).args[1].args[2]
    empty, one = pf.lemma("sum_empty", 1, 0, summand), pf.lemma("sum_step", 1, 0, summand)
    width = pf.ring(term(0) + 1, f(x).args[1].args[1])
    q = var("q", "int")
    j = integer("j")
    at_one = pf.arith(total(j, 1, term(0) + 1, summand(j)) == 0, empty, one)
    value = pf.step("equality", [width, at_one], [lam(q, total(j, 1, q, summand(j)) == 0)])

    def line(i: Term, bounds: Fact) -> Fact:
        left, right = either(i == 1, zero(i - 1) <= x), either(i == 1, x <= zero(i))
        fact = pf.arith(f(x) == zero(i) * x + zero(i), value)
        return pf.general(x, pf.implication(left, pf.implication(right, fact)))

    nothing = [
        over(pf, 1, term(1) - 2, lambda i, b: pf.anything(zero(i) < zero(i + 1), pf.arith(false, b))),
        over(pf, 1, term(1) - 1, lambda i, b: pf.anything(negation(zero(i) == zero(i + 1)), pf.arith(false, b))),
    ]
    facts = pf.both(*nothing, over(pf, 1, term(1), line))
    return pf.restate(
        pf.both(pf.arith(term(1) >= 1), pf.witness(opened.args[1], zero, zero, zero, facts)), Pieces(f, 1)
    )


def one_affine_piece(pf: Proof, f: Term, slope: Term, intercept: Term) -> Fact:
    """Pieces(f, 1) for f(x) = slope x + intercept, which the normal form of f must show."""
    i, x = integer("i"), pf.fresh("x", "real")
    t, alpha, beta = lam(i, term(0) * i), lam(i, slope + 0 * i), lam(i, intercept + 0 * i)
    opened = body(Pieces(f, 1))

    def line(i: Term, bounds: Fact) -> Fact:
        fact = pf.ring(f(x), alpha(i) * x + beta(i))
        left, right = either(i == 1, t(i - 1) <= x), either(i == 1, x <= t(i))
        return pf.general(x, pf.implication(left, pf.implication(right, fact)))

    facts = pf.both(
        over(pf, 1, term(1) - 2, lambda i, b: pf.anything(t(i) < t(i + 1), pf.arith(false, b))),
        over(pf, 1, term(1) - 1, lambda i, b: pf.anything(negation(alpha(i) == alpha(i + 1)), pf.arith(false, b))),
        over(pf, 1, term(1), line),
    )
    return pf.restate(pf.both(pf.arith(term(1) >= 1), pf.witness(opened.args[1], t, alpha, beta, facts)), Pieces(f, 1))


def pieces_data(pf: Proof, pieces: Fact) -> tuple[Term, Term, Term, Fact]:
    """Cuts, slopes, intercepts of Pieces(f, p), and what is known of them."""
    return pf.obtain(pf.open_definition(pieces).right, "t", "alpha", "beta")


def hinge_expansion(pf: Proof, f: Term, p: Term, pieces: Fact, t: Term, alpha: Term, beta: Term, facts: Fact) -> Fact:
    """forall x. f(x) = alpha(1) x + beta(1) + sum_{i<p} (alpha(i+1) - alpha(i)) max(0, x - t(i))."""
    increasing, _, values = facts.split()
    least = pf.open_definition(pieces).left
    j = integer("j")
    x = pf.fresh("x", "real")

    def expansion(n: Term, x: Term) -> Term:
        return alpha(1) * x + beta(1) + total(j, 1, n - 1, (alpha(j + 1) - alpha(j)) * maximum(0, x - t(j)))

    def left(n: Term, x: Term) -> Term:
        return either(n == 1, t(n - 1) <= x)

    def right(n: Term, x: Term) -> Term:
        return either(n == p, x <= t(n))

    def beyond(n: Term) -> Term:
        y = var("y", "real")
        return implies(n <= p, forall(y, implies(left(n, y), expansion(n, y) == alpha(n) * y + beta(n))))

    def base() -> Fact:
        bound = pf.assume(term(1) <= p)
        y = pf.fresh("y", "real")
        empty = pf.lemma("sum_empty", 1, term(1) - 1, lam(j, (alpha(j + 1) - alpha(j)) * maximum(0, y - t(j))))
        value = pf.arith(expansion(term(1), y) == alpha(term(1)) * y + beta(term(1)), empty)
        return pf.implication(bound.formula, pf.general(y, pf.implication(left(term(1), y), value)))

    def more(n: Term, y: Term, low: Fact) -> Fact:
        """The expansion of n + 1 from that of n, for n >= 1."""
        summand = lam(j, (alpha(j + 1) - alpha(j)) * maximum(0, y - t(j)))
        return pf.arith(
            expansion(n + 1, y) == expansion(n, y) + summand(n), pf.lemma("sum_step", 1, n - 1, summand, using=[low])
        )

    def on_right(n: Term, y: Term, low: Fact, below: Fact, left_of: Fact, right_of: Fact) -> Fact:
        return pf.modus_ponens(pf.modus_ponens(values.apply(n, using=[pf.both(low, below)])(y), left_of), right_of)

    def step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(n + 1 <= p)
        y = pf.fresh("y", "real")
        at = pf.assume(left(n + 1, y))
        after = pf.by_cases(
            at, lambda eq: pf.anything(t(n) <= y, pf.arith(false, eq, low)), lambda g: pf.arith(t(n) <= y, g)
        )

        def earlier(z: Term, reached: Fact) -> Fact:
            """left(n, z) from t(n) <= z."""
            return pf.decide(
                n == 1,
                lambda yes: pf.or_intro(left(n, z), yes),
                lambda no: pf.or_intro(
                    left(n, z),
                    pf.arith(
                        t(n - 1) <= z,
                        _previous(pf, increasing, t, n, pf.both(low, pf.arith(n <= p - 1, bound)), no),
                        reached,
                    ),
                ),
            )

        before = hypothesis.apply(using=[bound])(y)
        before = pf.modus_ponens(before, earlier(y, after))
        act = pf.by_cases(
            pf.lemma("max", 0, y - t(n)),
            lambda f_: pf.arith(maximum(0, y - t(n)) == y - t(n), f_),
            lambda f_: pf.arith(maximum(0, y - t(n)) == y - t(n), f_, after),
        )
        same = pf.arith(t(n) <= t(n))
        first = on_right(n, t(n), low, pf.arith(n <= p, bound), earlier(t(n), same), pf.or_intro(right(n, t(n)), same))
        index = n + 1
        reached = pf.or_intro(left(index, t(n)), pf.arith(t(index - 1) <= t(n)))
        stays = pf.decide(
            index == p,
            lambda yes: pf.or_intro(right(index, t(n)), yes),
            lambda no: pf.or_intro(
                right(index, t(n)),
                pf.arith(
                    t(n) <= t(index),
                    increasing.apply(
                        n, using=[pf.both(low, _before_last(pf, n, p, pf.both(low, pf.arith(n <= p - 1, bound)), no))]
                    ),
                ),
            ),
        )
        second = on_right(index, t(n), pf.arith(index >= 1, low), bound, reached, stays)
        value = pf.arith(
            expansion(index, y) == alpha(index) * y + beta(index),
            more(n, y, low),
            before,
            act,
            first,
            second,
            multipliers=[alpha(index) - alpha(n)],
        )
        return pf.implication(bound.formula, pf.general(y, pf.implication(at.formula, value)))

    ladder = pf.induction("n", 1, beyond, base, step)
    m_name = integer("m")

    def found(n: Term) -> Term:
        here = exists(m_name, conj(between(1, m_name, p), left(m_name, x), right(m_name, x)))
        return implies(n <= p, either(here, left(n, x)))

    def found_base() -> Fact:
        bound = pf.assume(term(1) <= p)
        goal = found(term(1)).args[1]
        return pf.implication(bound.formula, pf.or_intro(goal, pf.or_intro(left(term(1), x), pf.ring(1, 1))))

    def found_step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(n + 1 <= p)
        goal = found(n + 1).args[1]

        def not_yet(at: Fact) -> Fact:
            def here(yes: Fact) -> Fact:
                fact = pf.both(pf.both(low, pf.arith(n <= p, bound)), at, pf.or_intro(right(n, x), yes))
                return pf.or_intro(goal, pf.witness(goal.args[0], n, fact))

            return pf.decide(
                x <= t(n),
                here,
                lambda no: pf.or_intro(goal, pf.or_intro(left(n + 1, x), pf.arith(t(n + 1 - 1) <= x, no))),
            )

        return pf.implication(
            bound.formula, pf.by_cases(hypothesis.apply(using=[bound]), lambda yes: pf.or_intro(goal, yes), not_yet)
        )

    where_x = pf.induction("n", 1, found, found_base, found_step).apply(p, using=[least, pf.arith(p <= p)])

    def on_piece(m: Term, place: Fact, left_of: Fact, right_of: Fact) -> Fact:
        def reach(n: Term) -> Term:
            return implies(n <= p, conj(expansion(n, x) == alpha(m) * x + beta(m), implies(n <= p - 1, x <= t(n))))

        def reach_base() -> Fact:
            bound = pf.assume(m <= p)
            value = pf.modus_ponens(ladder.apply(m, using=[place, bound])(x), left_of)
            inner = pf.assume(m <= p - 1)
            below = pf.by_cases(right_of, lambda eq: pf.anything(x <= t(m), pf.arith(false, eq, inner)), lambda g: g)
            return pf.implication(bound.formula, pf.both(value, pf.implication(inner.formula, below)))

        def reach_step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
            bound = pf.assume(n + 1 <= p)
            before = hypothesis.apply(using=[bound])
            below = before.right.apply(using=[bound])
            act = pf.by_cases(
                pf.lemma("max", 0, x - t(n)),
                lambda f_: pf.arith(maximum(0, x - t(n)) == 0, f_, below),
                lambda f_: pf.arith(maximum(0, x - t(n)) == 0, f_),
            )
            value = pf.arith(
                expansion(n + 1, x) == alpha(m) * x + beta(m),
                more(n, x, pf.arith(n >= 1, low, place)),
                before.left,
                act,
                multipliers=[alpha(n + 1) - alpha(n)],
            )
            inner = pf.assume(n + 1 <= p - 1)
            next_cut = increasing.apply(n, using=[pf.both(pf.arith(n >= 1, low, place), pf.arith(n <= p - 2, inner))])
            further = pf.implication(inner.formula, pf.arith(x <= t(n + 1), below, next_cut))
            return pf.implication(bound.formula, pf.both(value, further))

        whole = pf.induction("n", m, reach, reach_base, reach_step).apply(p, using=[place, pf.arith(p <= p)])
        value = on_right(m, x, place.left, place.right, left_of, right_of)
        return pf.arith(f(x) == expansion(p, x), value, whole.left)

    def some_piece(fact: Fact) -> Fact:
        mark = pf.opened
        m, at = pf.obtain(fact, "m")
        return pf.close(on_piece(m, at.left, at.right.left, at.right.right), mark)

    def last_piece(at: Fact) -> Fact:
        return on_piece(p, pf.both(least, pf.arith(p <= p)), at, pf.or_intro(right(p, x), pf.ring(p, p)))

    return pf.general(x, pf.by_cases(where_x, some_piece, last_piece))


def hinges_of_sawtooths(pf: Proof, c: Composition) -> tuple[Term, Term, Fact]:
    """Functions kappa, t: int->int->real and the fact that for 1 <= j <= k and all x,
    h(j)(x) = sum_{i <= p+1} kappa(j)(i) max(0, x - t(j)(i)): a sawtooth is 0 on the left, so hinges suffice."""
    i, x = integer("i"), var("x", "real")
    weights, cuts = var("kappa", "int->real"), var("t", "int->real")

    def formula(j: Term, kappa: Term, t: Term) -> Term:
        return implies(
            between(1, j, c.k), forall(x, c.h(j)(x) == total(i, 1, c.p + 1, kappa(i) * maximum(0, x - t(i))))
        )

    def one(j: Term) -> Fact:
        goal = exists(weights, cuts, formula(j, weights, cuts))
        none = lam(i, term(0) * i)

        def outside(no: Fact) -> Fact:
            wrong = pf.assume(between(1, j, c.k))
            anything = pf.anything(formula(j, none, none).args[1], pf.conflict(wrong, no))
            return pf.witness(goal, none, none, pf.implication(wrong.formula, anything))

        return pf.decide(between(1, j, c.k), lambda inside: factor(j, goal, inside), outside)

    def factor(j: Term, goal: Term, inside: Fact) -> Fact:
        mark = pf.opened
        saw = c.nodes(pf, j, inside)
        left = pf.open_definition(c.factors.apply(j, using=[inside]).right).left
        counted = sawtooth_pieces(pf, saw, c.factors.apply(j, using=[inside]).right)
        t, alpha, beta, facts = pieces_data(pf, counted)
        f, p = c.h(j), c.p + 2
        expansion = hinge_expansion(pf, f, p, counted, t, alpha, beta, facts)
        low = minimum(0, t(1))
        below = [
            pf.by_cases(pf.lemma("min", 0, t(1)), lambda e, g=g: pf.arith(g, e), lambda e, g=g: pf.arith(g, e))
            for g in (low <= 0, low <= t(1))
        ]
        flat = []
        for point in (low, low - 1):
            line = facts.split()[-1].apply(1, using=[c.some])(point)
            sides = line.formula
            line = pf.modus_ponens(line, pf.or_intro(sides.args[0], pf.ring(1, 1)))
            line = pf.modus_ponens(line, pf.or_intro(line.formula.args[0], pf.arith(point <= t(1), *below)))
            flat.append(
                pf.arith(alpha(1) * point + beta(1) == 0, line, left.apply(point, using=[pf.arith(point <= 0, *below)]))
            )
        slope = pf.arith(alpha(1) == 0, *flat)
        intercept = pf.arith(beta(1) == 0, flat[0], slope, multipliers=[low])
        y = pf.fresh("x", "real")
        jumps = lam(i, alpha(i + 1) - alpha(i))
        value = pf.arith(
            f(y) == total(i, 1, c.p + 1, jumps(i) * maximum(0, y - t(i))),
            expansion(y),
            slope,
            intercept,
            multipliers=[y],
        )
        found = formula(j, jumps, t).args[1]
        whole = pf.prove(found, pf.general(y, value))
        return pf.close(pf.witness(goal, jumps, t, pf.implication(inside.formula, whole)), mark)

    j = pf.fresh("j", "int")
    kappa, more = pf.obtain(pf.choose(pf.general(j, one(j)), "kappa"), "kappa")
    t, facts = pf.obtain(pf.choose(more, "t"), "t")
    return kappa, t, over(pf, 1, c.k, lambda j, bounds: facts(j).apply(using=[bounds]), "j")
