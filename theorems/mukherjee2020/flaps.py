"""Flaps, the functions (2.15) and (2.16) that are 0 on one side of a breakpoint and linear on the other, and their
sums: definitions by formula, and derivations that several claims share."""

from collections.abc import Callable, Sequence

from numerics.derive import Fact, Proof
from numerics.sums import once
from numerics.terms import (
    Term,
    absolute,
    conj,
    define,
    every,
    false,
    forall,
    implies,
    integer,
    lam,
    maximum,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.pwl import Linear

j, x = integer("j"), real("x")


def right_flap(r: Term, a: Term, x: Term) -> Term:
    """(2.15): 0 up to a, r (x - a) beyond."""
    return where(x <= a, 0, r * (x - a))


def left_flap(t: Term, a: Term, x: Term) -> Term:
    """(2.16): t (x - a) up to a, 0 beyond."""
    return where(x <= a, t * (x - a), 0)


def sign(r: Term, at_zero: Term) -> Term:
    """sgn(r), with any value at 0."""
    return where(r > 0, 1, where(r < 0, -1, at_zero))


@define
def FlapSum(r: "real", t: "int->real", a: "int->real", m: "int", x: "real") -> Term:
    """One right flap of slope r at a(m-1), and left flaps of slopes t(j) at a(j), 1 <= j <= m - 1, added at x."""
    return where(x <= a(m - 1), 0, r * (x - a(m - 1))) + total(j, 1, m - 1, where(x <= a(j), t(j) * (x - a(j)), 0))


@define
def Interpolates(h: "real->real", a: "int->real", b: "int->real", m: "int", s: "real", e: "real") -> Term:
    """h takes the values b(i) at a(i), 1 <= i <= m - 1, is affine in between, and has slope s before a(1) and slope e
    beyond a(m-1)."""
    i = integer("i")
    return conj(
        every(i, 1, m - 1, h(a(i)) == b(i)),
        every(i, 1, m - 2, Linear(h, a(i), a(i + 1))),
        forall(x, implies(x <= a(1), h(x) == b(1) + s * (x - a(1)))),
        forall(x, implies(x >= a(m - 1), h(x) == b(m - 1) + e * (x - a(m - 1)))),
    )


def in_each_case(pf: Proof, disjunctions: Sequence[Fact], prove: Callable[..., Fact]) -> Fact:
    """What ``prove`` proves from one alternative of each disjunction, whichever they are."""

    def choose(chosen: list[Fact]) -> Fact:
        if len(chosen) == len(disjunctions):
            return prove(*chosen)
        return pf.by_cases(disjunctions[len(chosen)], *2 * [lambda fact: choose([*chosen, fact])])

    return choose([])


def by_signs(pf: Proof, goal: Term, r: Term, at_zero: Term, argument: Term, edge: Term) -> Fact:
    """An equation between a flap of slope r and a multiple of max(argument, 0), ``argument`` a multiple of |r|: by the
    sign of r, the side of the breakpoint (``edge`` is the condition of the flap), and which of the two is larger."""
    inner = where(r < 0, -1, at_zero)
    largest, size = pf.lemma("max", argument, 0), pf.lemma("abs", r)
    flap = next(s for s in goal.args if s.op == "if")

    def on_side(signs: list[Fact], zero: list[Fact]) -> Fact:
        def side(rule: str, at: Fact) -> Fact:
            value = pf.lemma(rule, *flap.args, using=[at])
            y = edge.args[0] - edge.args[1]

            def choose(top: Fact, length: Fact) -> Fact:
                sigma = sign(r, at_zero)
                return pf.arith(goal, value, *signs, *zero, top, length, at, multipliers=[
                    sigma, y, r, absolute(r) * y, sigma * y, maximum(argument, 0)])  # fmt: skip

            return in_each_case(pf, [largest, size], choose)

        return pf.decide(edge, lambda yes: side("if_true", yes), lambda no: side("if_false", no))

    def positive(yes: Fact) -> Fact:
        return on_side([pf.lemma("if_true", r > 0, 1, inner, using=[yes])], [yes])

    def other(no: Fact) -> Fact:
        outer = pf.lemma("if_false", r > 0, 1, inner, using=[no])

        def negative(yes: Fact) -> Fact:
            value = pf.arith(sign(r, at_zero) == -1, outer, pf.lemma("if_true", *inner.args, using=[yes]))
            return on_side([value], [yes])

        def flat(not_less: Fact) -> Fact:
            return on_side([], [pf.arith(r == 0, no, not_less)])

        return pf.decide(r < 0, negative, flat)

    return pf.decide(r > 0, positive, other)


def slopes(t: Term, i: Term, n: Term) -> Term:
    """The sum of t(i), ..., t(n)."""
    return total(j, i, n, t(j))


def moments(t: Term, a: Term, i: Term, n: Term) -> Term:
    """The sum of t(j) a(j) for i <= j <= n."""
    return total(j, i, n, t(j) * a(j))


def printed_value(t: Term, a: Term, i: Term, n: Term) -> Term:
    """The sum of t(j) (a(j-1) - a(j)) for i < j <= n, as printed."""
    return total(j, i + 1, n, t(j) * (a(j - 1) - a(j)))


def value(t: Term, a: Term, i: Term, n: Term) -> Term:
    """The sum of t(j) (a(i) - a(j)) for i < j <= n: what the left flaps beyond a(i) add up to at a(i)."""
    return total(j, i + 1, n, t(j) * (a(i) - a(j)))


def _longer(pf: Proof, f: Term, low: Term, high: Term, fact: Fact) -> Fact:
    return pf.lemma("sum_step", low, high, lam(j, f(j)), using=[fact])


def _empty(pf: Proof, f: Term, low: Term, high: Term) -> Fact:
    return pf.lemma("sum_empty", low, high, lam(j, f(j)), using=[pf.arith(high < low)])


@once
def expanded(pf: Proof) -> Fact:
    """For all t, a, y, lo, hi with lo <= hi + 1: sum t(j) (y - a(j)) = y sum t(j) - sum t(j) a(j) over lo..hi."""
    t, a, y = pf.fresh("t", "int->real"), pf.fresh("a", "int->real"), pf.fresh("y", "real")
    low, high = pf.fresh("lo", "int"), pf.fresh("hi", "int")
    terms = [lam(j, t(j) * (y - a(j))), t, lam(j, t(j) * a(j))]

    def claim(n: Term) -> Term:
        return total(j, low, n, terms[0](j)) == y * slopes(t, low, n) - moments(t, a, low, n)

    def base() -> Fact:
        return pf.arith(claim(low - 1), *(_empty(pf, f, low, low - 1) for f in terms), multipliers=[y])

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        more = [_longer(pf, f, low, n, pf.arith(low <= n + 1, above)) for f in terms]
        return pf.arith(claim(n + 1), here, *more, multipliers=[y])

    whole = pf.induction("n", low - 1, claim, base, step)
    given = pf.assume(low <= high + 1)
    at = whole.apply(high, using=[pf.arith(low - 1 <= high, given)])
    return pf.general(t, a, y, low, high, pf.implication(given.formula, at))


@once
def first_apart(pf: Proof) -> Fact:
    """For all f, lo, hi with lo <= hi: the sum over lo..hi is f(lo) and the sum over lo+1..hi."""
    f, low, high = pf.fresh("f", "int->real"), pf.fresh("lo", "int"), pf.fresh("hi", "int")

    def claim(n: Term) -> Term:
        return total(j, low, n, f(j)) == f(low) + total(j, low + 1, n, f(j))

    def base() -> Fact:
        one = _longer(pf, f, low, low - 1, pf.arith(low <= low - 1 + 1))
        one = pf.rewrite(one, pf.ring(low - 1 + 1, low))
        return pf.arith(claim(low), one, _empty(pf, f, low, low - 1), _empty(pf, f, low + 1, low))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        more = _longer(pf, f, low, n, pf.arith(low <= n + 1, above)), _longer(pf, f, low + 1, n, above)
        return pf.arith(claim(n + 1), here, *more)

    whole = pf.induction("n", low, claim, base, step)
    given = pf.assume(low <= high)
    return pf.general(f, low, high, pf.implication(given.formula, whole.apply(high, using=[given])))


@once
def increments(pf: Proof) -> Fact:
    """For all t, a, n, i with i <= n - 1: value(i) - value(i+1) = (a(i) - a(i+1)) (t(i+1) + ... + t(n))."""
    t, a = pf.fresh("t", "int->real"), pf.fresh("a", "int->real")
    n, i = pf.fresh("n", "int"), pf.fresh("i", "int")
    given = pf.assume(i <= n - 1)
    opened = [expanded(pf).apply(t, a, a(k), k + 1, n, using=[pf.arith(k + 1 <= n + 1, given)]) for k in (i, i + 1)]
    first = [first_apart(pf).apply(f, i + 1, n, using=[pf.arith(i + 1 <= n, given)]) for f in (t, lam(j, t(j) * a(j)))]
    fact = pf.arith(value(t, a, i, n) - value(t, a, i + 1, n) == (a(i) - a(i + 1)) * slopes(t, i + 1, n),
                    *opened, *first, multipliers=[a(i), a(i + 1)])  # fmt: skip
    return pf.general(t, a, n, i, pf.implication(given.formula, fact))


def ordered(pf: Proof, a: Term, n: Term, rising: Fact) -> Fact:
    """a(k) <= a(i) for 1 <= k <= i <= n, from a(i) < a(i+1) for 1 <= i <= n - 1."""
    k = pf.fresh("k", "int")
    low = pf.assume(k >= 1)

    def step(i: Term, above: Fact, here: Fact) -> Fact:
        def more(bound: Fact) -> Fact:
            next_one = rising.apply(i, using=[pf.arith(i >= 1, above, low), bound])
            return pf.arith(a(k) <= a(i + 1), here.apply(using=[bound]), next_one)

        return _given(pf, i + 1 <= n, more)

    first = pf.implication(k <= n, pf.arith(a(k) <= a(k)))
    up = pf.induction("i", k, lambda i: implies(i <= n, a(k) <= a(i)), first, step)
    return pf.general(k, pf.implication(low.formula, up))


def _given(pf: Proof, premise: Term, prove: Callable[[Fact], Fact]) -> Fact:
    return pf.implication(premise, prove(pf.assume(premise)))


def flaps_between(pf: Proof, t: Term, a: Term, n: Term, order: Fact, i: Term, place: Fact, y: Term, after: Fact | None,
                  before: Fact | None) -> Fact:  # fmt: skip
    """The left flaps at y add up to y (t(i+1) + ... + t(n)) - (t(i+1) a(i+1) + ... + t(n) a(n)), for 0 <= i <= n
    (``place``) and a(i) <= y <= a(i+1); ``after`` may be None for i = 0 and ``before`` for i = n."""
    flap = lam(j, left_flap(t(j), a(j), y))
    product = lam(j, t(j) * a(j))

    def gone(k: Term, above: Fact, below: Fact) -> Fact:
        """The flap at a(k) is 0, k <= i."""
        assert after is not None
        beyond = pf.arith(a(k) <= y, order.apply(k, i, using=[above, below, place]), after)
        return pf.decide(
            y <= a(k),
            lambda yes: pf.arith(flap(k) == 0, pf.lemma("if_true", *flap(k).args, using=[yes]),
                                 pf.arith(y == a(k), yes, beyond), multipliers=[t(k)]),
            lambda no: pf.lemma("if_false", *flap(k).args, using=[no]),
        )  # fmt: skip

    def nothing(k: Term, above: Fact, here: Fact) -> Fact:
        def more(bound: Fact) -> Fact:
            if after is None:
                return pf.anything(total(j, 1, k + 1, flap(j)) == 0, pf.arith(false, bound, above, place))
            last = gone(k + 1, pf.arith(k + 1 >= 1, above), bound)
            return pf.arith(total(j, 1, k + 1, flap(j)) == 0, here.apply(using=[bound]),
                            _longer(pf, flap, term(1), k, pf.arith(term(1) <= k + 1, above)), last)  # fmt: skip

        return _given(pf, k + 1 <= i, more)

    early = pf.induction(
        "k", 0, lambda k: implies(k <= i, total(j, 1, k, flap(j)) == 0),
        lambda: _given(pf, term(0) <= i, lambda b: _empty(pf, flap, term(1), term(0))), nothing,
    ).apply(i, using=[place, pf.arith(i <= i)])  # fmt: skip

    def claim(k: Term) -> Term:
        return implies(k <= n, total(j, 1, k, flap(j)) == y * slopes(t, i + 1, k) - moments(t, a, i + 1, k))

    def base() -> Fact:
        none = _empty(pf, t, i + 1, i), _empty(pf, product, i + 1, i)
        return pf.implication(i <= n, pf.arith(claim(i).args[1], early, *none, multipliers=[y]))

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        def more(bound: Fact) -> Fact:
            if before is None:
                return pf.anything(claim(k + 1).args[1], pf.arith(false, bound, above, place))
            first = pf.arith(i + 1 >= 1, place)
            beyond = order.apply(i + 1, k + 1, using=[first, pf.arith(i + 1 <= k + 1, above), bound])
            below = pf.arith(y <= a(k + 1), beyond, before)
            last = pf.lemma("if_true", *flap(k + 1).args, using=[below])
            sums = [_longer(pf, f, i + 1, k, pf.arith(i + 1 <= k + 1, above)) for f in (t, product)]
            whole = _longer(pf, flap, term(1), k, pf.arith(term(1) <= k + 1, above, place))
            return pf.arith(claim(k + 1).args[1], here.apply(using=[bound]), last, *sums, whole, multipliers=[y])

        return _given(pf, k + 1 <= n, more)

    return pf.induction("k", i, claim, base, step).apply(n, using=[place, pf.arith(n <= n)])
