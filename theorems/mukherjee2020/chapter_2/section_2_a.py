"""Section 2.A: the linear system in the proof of Theorem 2.2.2 is false from four pieces on, right with a_i for
a_(j-1); the maximum of two numbers takes 4 gates as printed, and 3 at least; kinks and slopes at both ends determine a
function from two pieces on, with one they do not.
"""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import dyadic
from numerics.terms import (
    Term,
    absolute,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    maximum,
    negation,
    real,
    same,
    term,
    vector,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.deep_nets import Represents, combined, projection, single
from theorems.mukherjee2020.flaps import (
    FlapSum,
    Interpolates,
    expanded,
    first_apart,
    flaps_between,
    increments,
    left_flap,
    moments,
    ordered,
    printed_value,
    right_flap,
    slopes,
    value,
)
from theorems.mukherjee2020.maxima import layer_of, renamed
from theorems.mukherjee2020.networks import one_affine_piece, pieces_data
from theorems.mukherjee2020.pwl import Linear, Pieces
from theorems.mukherjee2020.training_kinks import KinkData, TrueKinks, data_of_pieces, determined, from_true_kinks
from theorems.mukherjee2020.two_gates import no_two_gates

flap_system = Claim(
    "mukherjee2020",
    "identity",
    "",
    slug="flap_system",
    section="2.A",
    family="pwl_networks",
    title="the linear system for the flaps",
    uses=["equation_2_15", "equation_2_16"],
    statement=r"""Let $m \ge 2$, $a_1 < \dots < a_{m-1}$ and $b_{m-1} = 0$. A piecewise linear function with slope $s_L$
    on the left, slope $s_R$ on the right and values $b_i$ at $a_i$ is the sum of a right flap of slope $r$ at
    $a_{m-1}$ and of left flaps of slopes $t_j$ at $a_j$, where $r, t_1, \dots, t_{m-1}$ are the only solution of
    $s_R = r$, $s_L = t_1 + \dots + t_{m-1}$ and $b_i = \sum_{j=i+1}^{m-1} t_j (a_{j-1} - a_j)$ for
    $1 \le i \le m - 2$.""",
)

a, b, t, u = (function(name, "int->real") for name in ("a", "b", "t", "u"))
m, i, j = integer("m"), integer("i"), integer("j")
left, right, r, q, x = real("s_L"), real("s_R"), real("r"), real("q"), real("x")

Values = Callable[[Term, Term, Term, Term], Term]


def system(values: Values, r: Term, t: Term) -> Term:
    """The equations for r and t(1), ..., t(m-1); ``values(t, a, i, m - 1)`` is the right side of the one for b(i)."""
    return conj(right == r, left == slopes(t, term(1), m - 1), every(i, 1, m - 2, b(i) == values(t, a, i, m - 1)))


def data(conclusion: Term) -> Term:
    """For all m >= 2, increasing breakpoints, values of which the last is 0, and slopes at both ends."""
    return forall(m, a, b, left, right, implies(
        conj(m >= 2, every(i, 1, m - 2, a(i) < a(i + 1)), b(m - 1) == 0), conclusion))  # fmt: skip


def decomposes(values: Values) -> Term:
    """Every solution of the system gives flaps that add up to the function with the given data."""
    found = Interpolates(lam(x, FlapSum(r, t, a, m, x)), a, b, m, left, right)
    return forall(r, t, implies(system(values, r, t), found))


a1, a2, a3, t1, t2, t3 = (real(name) for name in ("a1", "a2", "a3", "t1", "t2", "t3"))
at_first = right_flap(r, a3, a1) + left_flap(t1, a1, a1) + left_flap(t2, a2, a1) + left_flap(t3, a3, a1)
increasing = conj(a1 < a2, a2 < a3)

printed = flap_system.variant(
    "printed",
    data(decomposes(printed_value)),
    expect="refuted",
    why="At a_i the left flap at a_j is t_j (a_i - a_j), not t_j (a_(j-1) - a_j); the two agree for j = i + 1 alone, "
    "so that only sums of one term are right. The theorem stands, and so does the back substitution, with a_i.",
    counterexample="m = 4, breakpoints (0, 0), (1, 1), (2, 0), flat ends: the system gives t_3 = -1, t_2 = 1, t_1 = 0, "
    "and the flaps add up to 1 at x = 0 instead of 0.",
    observed=implies(increasing, at_first == t2 * (a1 - a2) + t3 * (a2 - a3)),
)
unique = forall(r, t, q, u, implies(
    conj(system(value, r, t), system(value, q, u)), conj(r == q, every(j, 1, m - 1, t(j) == u(j)))))  # fmt: skip
repaired = flap_system.variant(
    "repaired",
    data(conj(exists(r, t, system(value, r, t)), unique, decomposes(value))),
    expect="proved",
    why="With a_i - a_j the system has exactly one solution, the differences of neighbouring slopes, and its flaps add "
    "up to the function.",
    observed=implies(increasing, at_first == t2 * (a1 - a2) + t3 * (a1 - a3)),
)


@flap_system.refute(printed)
def by_a_tent(pf: Proof, goal: Term) -> Fact:
    points, heights = lam(i, i - 1), lam(i, where(i == 2, 1, 0))
    weights = lam(i, where(i == 2, 1, where(i == 3, -1, 0)))

    def wrong(claimed: Fact) -> Fact:
        given = claimed(4, points, heights, 0, 0)
        rest = pf.modus_ponens(given, pf.compute(given.formula.args[0]))(0, weights)
        whole = pf.open_definition(pf.modus_ponens(rest, pf.compute(rest.formula.args[0])))
        at = pf.unfold(whole.left.apply(1, using=[pf.compute(term(4) - 1 >= 1)]))
        return pf.conflict(at, pf.compute(negation(at.formula)))

    return pf.refute(goal, wrong)


@flap_system.prove(repaired)
def by_back_substitution(pf: Proof, goal: Term) -> Fact:
    (m, a, b, left, right), (many, rising, end), conclusion = pf.intro(goal)
    n = m - 1
    exists_goal, (unique_goal, sum_goal) = conclusion.args[0], conclusion.args[1].args
    some = pf.arith(n >= 1, many)
    order = ordered(pf, a, n, over(pf, 1, n - 1, lambda i, bounds: rising.apply(i, using=[bounds])))

    def differences(t: Term, values: Fact) -> Fact:
        """b(i) - b(i+1) = (a(i) - a(i+1)) (t(i+1) + ... + t(m-1)) for 1 <= i <= m - 2."""

        def one(i: Term, place: Fact) -> Fact:
            rule = increments(pf).apply(t, a, n, i, using=[pf.arith(i <= n - 1, place)])
            here = values.apply(i, using=[place])

            def inner(yes: Fact) -> Fact:
                return values.apply(i + 1, using=[place, yes])

            def last(no: Fact) -> Fact:
                is_last = pf.arith(i + 1 == n, no, place)
                none = pf.lemma("sum_empty", i + 1 + 1, n, lam(j, t(j) * (a(i + 1) - a(j))), using=[is_last])
                return pf.arith(b(i + 1) == value(t, a, i + 1, n), none, end, pf.congruent(b, is_last))

            following = pf.decide(i + 1 <= m - 2, inner, last)
            return pf.arith(b(i) - b(i + 1) == (a(i) - a(i + 1)) * slopes(t, i + 1, n), rule, here, following)

        return over(pf, 1, m - 2, one)

    # Existence.
    sigma_name = function("sigma", "int->real")
    ratio = lam(i, (b(i) - b(i - 1)) * (1 / (a(i) - a(i - 1))))
    chosen = lam(i, where(i <= 1, left, where(i <= n, ratio(i), 0)))

    def chord(i: Term, place: Fact) -> Fact:
        steep = pf.arith(a(i) - a(i - 1) > 0, rising.apply(i - 1, using=[place]))
        inverse = pf.lemma("inverse", a(i) - a(i - 1), using=[steep])
        outer = pf.lemma("if_false", *chosen(i).args, using=[pf.arith(negation(i <= 1), place)])
        inner = pf.lemma("if_true", *chosen(i).args[2].args, using=[place])
        exact = pf.arith(ratio(i) * (a(i) - a(i - 1)) == b(i) - b(i - 1), inverse, multipliers=[b(i) - b(i - 1)])
        return pf.arith(chosen(i) * (a(i) - a(i - 1)) == b(i) - b(i - 1), outer, inner, exact,
                        multipliers=[a(i) - a(i - 1)])  # fmt: skip

    beyond = pf.lemma("if_false", *chosen(n + 1).args, using=[pf.arith(negation(n + 1 <= 1), some)])
    beyond = pf.arith(chosen(n + 1) == 0, beyond, pf.lemma(
        "if_false", *chosen(n + 1).args[2].args, using=[pf.arith(negation(n + 1 <= n))]))  # fmt: skip
    start = pf.lemma("if_true", *chosen(1).args, using=[pf.arith(term(1) <= 1)])
    profile = exists(sigma_name, conj(sigma_name(1) == left, sigma_name(n + 1) == 0, every(
        i, 2, n, sigma_name(i) * (a(i) - a(i - 1)) == b(i) - b(i - 1))))  # fmt: skip
    mark = pf.opened
    sigma, facts = pf.obtain(pf.witness(profile, chosen, pf.both(start, beyond, over(pf, 2, n, chord))), "sigma")
    at_start, at_end, chords = facts.split()
    jumps = lam(j, sigma(j) - sigma(j + 1))

    def telescoped(i: Term, place: Fact) -> Fact:
        """jumps(i) + ... + jumps(n) = sigma(i) for 1 <= i <= n."""
        whole = pf.induction(
            "k", i - 1, lambda k: slopes(jumps, i, k) == sigma(i) - sigma(k + 1),
            lambda: pf.arith(slopes(jumps, i, i - 1) == sigma(i) - sigma(i - 1 + 1), pf.lemma(
                "sum_empty", i, i - 1, lam(j, jumps(j)), using=[pf.arith(i - 1 < i)])),
            lambda k, above, h: pf.arith(slopes(jumps, i, k + 1) == sigma(i) - sigma(k + 1 + 1), h, pf.lemma(
                "sum_step", i, k, lam(j, jumps(j)), using=[pf.arith(i <= k + 1, above)])))  # fmt: skip
        at = whole.apply(n, using=[pf.arith(i - 1 <= n, place)])
        return pf.arith(slopes(jumps, i, n) == sigma(i), at, at_end)

    def reached(d: Term) -> Term:
        return implies(d <= n - 1, b(n - d) == value(jumps, a, n - d, n))

    def at_last() -> Fact:
        none = pf.lemma(
            "sum_empty", n - 0 + 1, n, lam(j, jumps(j) * (a(n - 0) - a(j))), using=[pf.arith(n < n - 0 + 1)]
        )
        return pf.implication(term(0) <= n - 1, pf.arith(b(n - 0) == value(jumps, a, n - 0, n), none, end))

    def back(d: Term, above: Fact, here: Fact) -> Fact:
        bound = pf.assume(d + 1 <= n - 1)
        i = n - (d + 1)
        rule = increments(pf).apply(jumps, a, n, i, using=[pf.arith(i <= n - 1, above)])
        slope = telescoped(i + 1, pf.both(pf.arith(i + 1 >= 1, bound), pf.arith(i + 1 <= n, above)))
        line = chords.apply(i + 1, using=[pf.arith(i + 1 >= 2, bound), pf.arith(i + 1 <= n, above)])
        goal = b(i) == value(jumps, a, i, n)
        index = pf.ring(n - d, i + 1)
        before = pf.rewrite(here.apply(using=[bound]), index)
        return pf.implication(bound.formula, pf.arith(goal, rule, slope, line, before, multipliers=[a(i) - a(i + 1)]))

    ladder = pf.induction("d", 0, reached, at_last, back)

    def solved(i: Term, place: Fact) -> Fact:
        at = ladder.apply(n - i, using=[pf.arith(n - i >= 0, place), pf.arith(n - i <= n - 1, place)])
        return pf.rewrite(at, pf.ring(n - (n - i), i))

    whole_slope = telescoped(term(1), pf.both(pf.arith(term(1) >= 1), pf.arith(term(1) <= n, some)))
    solution = pf.both(pf.ring(right, right), pf.arith(left == slopes(jumps, term(1), n), whole_slope, at_start),
                       over(pf, 1, m - 2, solved))  # fmt: skip
    existence = pf.close(pf.witness(exists_goal, right, jumps, solution), mark)

    # Uniqueness.
    (r, t, q, u), given, wanted = pf.intro(unique_goal)
    first, second = given[:3], given[3:]
    changes = [differences(s, f[2]) for s, f in ((t, first), (u, second))]

    def same_slopes(i: Term, low: Fact, high: Fact) -> Fact:
        """t(i) + ... + t(m-1) = u(i) + ... + u(m-1) for 1 <= i <= m."""
        goal = slopes(t, i, n) == slopes(u, i, n)

        def at_first_piece(yes: Fact) -> Fact:
            one = pf.arith(i == 1, yes, low)
            index = integer("k")
            moved = [pf.congruent(lam(index, slopes(s, index, n)), one) for s in (t, u)]
            return pf.arith(goal, *moved, first[1], second[1])

        def later(no: Fact) -> Fact:
            def inner(yes: Fact) -> Fact:
                place = pf.both(pf.arith(i - 1 >= 1, no), pf.arith(i - 1 <= m - 2, yes))
                steep = rising.apply(i - 1, using=[place])
                index = pf.ring(i - 1 + 1, i)
                steep, *equal = (
                    pf.rewrite(f, index) for f in (steep, *(c.apply(i - 1, using=[place]) for c in changes))
                )
                product = pf.arith((a(i) - a(i - 1)) * slopes(t, i, n) == (a(i) - a(i - 1)) * slopes(u, i, n), *equal)
                return pf.arith(goal, product, steep)

            def none(out: Fact) -> Fact:
                empty = [pf.lemma("sum_empty", i, n, lam(j, s(j)), using=[pf.arith(n < i, out)]) for s in (t, u)]
                return pf.arith(goal, *empty)

            return pf.decide(i <= n, inner, none)

        return pf.decide(i <= 1, at_first_piece, later)

    def same(i: Term, place: Fact) -> Fact:
        apart = [first_apart(pf).apply(s, i, n, using=[place]) for s in (t, u)]
        here = same_slopes(i, pf.arith(i >= 1, place), pf.arith(i <= m, place))
        after = same_slopes(i + 1, pf.arith(i + 1 >= 1, place), pf.arith(i + 1 <= m, place))
        return pf.arith(t(i) == u(i), *apart, here, after)

    unique = pf.conclude(unique_goal, [r, t, q, u], pf.both(
        pf.arith(r == q, first[0], second[0]), over(pf, 1, n, same, "j")))  # fmt: skip

    # The sum.
    (r, t), (outer, slope, values), wanted = pf.intro(sum_goal)

    def flaps(y: Term) -> Term:
        return FlapSum(r, t, a, m, y)

    def sum_at(i: Term, place: Fact, y: Term, after: Fact | None, before: Fact | None) -> Fact:
        """The sum of all flaps between a(i) and a(i+1)."""
        lefts = flaps_between(pf, t, a, n, order, i, place, y, after, before)
        flap = right_flap(r, a(n), y)
        if before is None:

            def beyond_last(no: Fact) -> Fact:
                return pf.lemma("if_false", *flap.args, using=[no])

            def on_last(yes: Fact) -> Fact:
                edge = pf.arith(y == a(n), yes, after)
                return pf.arith(
                    flap == r * (y - a(n)), pf.lemma("if_true", *flap.args, using=[yes]), edge, multipliers=[r]
                )

            on_right = pf.decide(y <= a(n), on_last, beyond_last)
            none = [pf.lemma("sum_empty", n + 1, n, lam(j, f(j)), using=[pf.arith(n < n + 1)])
                    for f in (t, lam(j, t(j) * a(j)))]  # fmt: skip
            return pf.arith(flaps(y) == r * (y - a(n)), lefts, on_right, *none, multipliers=[y])
        below = pf.arith(y <= a(n), before, order.apply(i + 1, n, using=[pf.arith(i + 1 >= 1, place), place]))
        on_left = pf.lemma("if_true", *flap.args, using=[below])
        return pf.arith(flaps(y) == y * slopes(t, i + 1, n) - moments(t, a, i + 1, n), lefts, on_left)

    def node(i: Term, place: Fact) -> Fact:
        after = pf.arith(a(i) <= a(i))

        def inner(yes: Fact) -> Fact:
            inside = pf.both(pf.arith(i >= 0, place), pf.arith(i <= n, place), pf.arith(i + 1 <= n, yes))
            before = pf.arith(a(i) <= a(i + 1), rising.apply(i, using=[place, yes]))
            at = sum_at(i, inside, a(i), after, before)
            opened = expanded(pf).apply(t, a, a(i), i + 1, n, using=[pf.arith(i + 1 <= n + 1, place)])
            return pf.arith(flaps(a(i)) == b(i), at, opened, values.apply(i, using=[place, yes]))

        def last(no: Fact) -> Fact:
            is_last = pf.arith(i == n, no, place)
            at = sum_at(n, pf.both(pf.arith(n >= 0, some), pf.arith(n <= n)), a(n), pf.arith(a(n) <= a(n)), None)
            k = integer("k")
            moved = pf.congruent(lam(k, flaps(a(k))), is_last)
            return pf.arith(flaps(a(i)) == b(i), at, moved, pf.congruent(b, is_last), end)

        return pf.decide(i <= m - 2, inner, last)

    nodes = over(pf, 1, m - 1, node)

    def piece(i: Term, place: Fact) -> Fact:
        y = pf.fresh("x", "real")
        inside = pf.both(pf.arith(i >= 0, place), pf.arith(i <= n, place), pf.arith(i + 1 <= n, place))
        within = pf.assume(conj(a(i) <= y, y <= a(i + 1)))
        rise = pf.arith(a(i) <= a(i + 1), rising.apply(i, using=[place]))
        three = [sum_at(i, inside, z, *sides) for z, *sides in (
            (y, within.left, within.right), (a(i), pf.arith(a(i) <= a(i)), rise),
            (a(i + 1), rise, pf.arith(a(i + 1) <= a(i + 1))))]  # fmt: skip
        line = pf.arith(flaps(y) * (a(i + 1) - a(i)) == flaps(a(i)) * (a(i + 1) - y) + flaps(a(i + 1)) * (y - a(i)),
                        *three, multipliers=[a(i + 1) - a(i), a(i + 1) - y, y - a(i)])  # fmt: skip
        return pf.restate(pf.general(y, pf.implication(within.formula, line)), Linear(lam(x, flaps(x)), a(i), a(i + 1)))

    y = pf.fresh("x", "real")
    origin = pf.both(pf.arith(term(0) <= 0), pf.arith(n >= 0, some), pf.arith(term(0) + 1 <= n, some))
    before = pf.assume(y <= a(1))
    early, first_node = (sum_at(term(0), origin, z, None, pf.arith(z <= a(term(0) + 1), f)) for z, f in (
        (y, before), (a(1), pf.arith(a(1) <= a(1)))))  # fmt: skip
    value_1 = nodes.apply(1, using=[pf.arith(term(1) >= 1), pf.arith(term(1) <= m - 1, some)])
    to_the_left = pf.arith(flaps(y) == b(1) + left * (y - a(1)), early, first_node, value_1, slope,
                           multipliers=[y, a(1), y - a(1)])  # fmt: skip
    after = pf.assume(y >= a(m - 1))
    late = sum_at(n, pf.both(pf.arith(n >= 0, some), pf.arith(n <= n)), y, pf.arith(a(n) <= y, after), None)
    to_the_right = pf.arith(flaps(y) == b(m - 1) + right * (y - a(m - 1)), late, end, outer,
                            multipliers=[y, a(n), y - a(n)])  # fmt: skip
    together = pf.both(nodes, over(pf, 1, m - 2, piece),
                       pf.general(y, pf.implication(before.formula, to_the_left)),
                       pf.general(y, pf.implication(after.formula, to_the_right)))  # fmt: skip
    valid = pf.conclude(sum_goal, [r, t], pf.restate(together, wanted))
    return pf.conclude(goal, [m, a, b, left, right], pf.both(existence, unique, valid))


@flap_system.satisfied(repaired)
def two_pieces(pf: Proof, formula: Term) -> Fact:
    """m = 2: one breakpoint at 0."""
    zero = lam(i, term(0) * i)
    none = over(pf, 1, term(2) - 2, lambda i, b: pf.anything(zero(i) < zero(i + 1), pf.arith(false, b)))
    return pf.exhibit(formula, [2, zero, zero, 0, 0], none)


@flap_system.instances
def four_pieces(rng, n):
    """Three breakpoints and flaps with dyadic slopes."""
    first, steps = dyadic(rng, n, -8, 8), [dyadic(rng, n, 1 / 16, 8) for _ in range(2)]
    points = {"a1": first, "a2": first + steps[0], "a3": first + steps[0] + steps[1]}
    return {**points, **{name: dyadic(rng, n, -8, 8) for name in ("t1", "t2", "t3", "r")}}


four_pieces.free = {"a1", "a2", "a3", "t1", "t2", "t3", "r"}
flap_system.mutant("a_(j-1) for a_i", repaired, implies(increasing, at_first == t2 * (a1 - a2) + t3 * (a2 - a3)))
flap_system.mutant("without the last flap", repaired, implies(increasing, at_first == t2 * (a1 - a2)))

# Figure 2.A.1.

t_max = Claim(
    "mukherjee2020", "identity", "", slug="t_max", section="2.A", family="pwl_networks",
    title="maximum of two with 4 nodes",
    statement=r"""$\max\{x_1, x_2\} = \frac{x_1 + x_2}2 + \frac{|x_1 - x_2|}2$, and a ReLU network with one hidden layer
    of size 4 computes it. (Sharpened: one of size 3 does, $\max\{0, x_1 - x_2\} + \max\{0, x_2\} - \max\{0, -x_2\}$,
    and no smaller one.)""",
)  # fmt: skip
coordinates, highest, point = function("x", "int->V->real"), function("g", "V->real"), vector("p")
first, second = real("u"), real("v")


def maximum_with(size: int) -> Term:
    """A network with one hidden layer of the given size computes max(x_1, x_2)."""
    return forall(coordinates, highest, implies(
        forall(point, highest(point) == maximum(coordinates(1)(point), coordinates(2)(point))),
        Represents(single(highest), 1, coordinates, 2, 1, size)))  # fmt: skip


identity = forall(first, second, maximum(first, second) == (first + second) / 2 + absolute(first - second) / 2)
four_gates = t_max.variant(
    "printed", conj(identity, maximum_with(4)), expect="proved",
    why="t = max(0, t) - max(0, -t) and |t| = max(0, t) + max(0, -t).",
    observed=maximum(first, second) == (first + second) / 2 + absolute(first - second) / 2,
)  # fmt: skip
three_gates = t_max.variant(
    "sharpened", conj(identity, maximum_with(3)), expect="proved",
    why="max{x, y} = max(0, x - y) + y needs two gates to hand y on.",
    observed=maximum(first, second) == maximum(0, first - second) + maximum(0, second) - maximum(0, -second),
)  # fmt: skip

v_1, v_2, a_1, a_2, b_1, b_2, c_1, c_2, shift = (real(name) for name in (
    "v_1", "v_2", "a_1", "a_2", "b_1", "b_2", "c_1", "c_2", "beta"))  # fmt: skip
two_gates_do = forall(first, second, maximum(first, second) == shift + v_1 * maximum(
    0, a_1 * first + b_1 * second + c_1) + v_2 * maximum(0, a_2 * first + b_2 * second + c_2))  # fmt: skip
least = t_max.variant(
    "sharpened_least", forall(shift, v_1, v_2, a_1, a_2, b_1, b_2, c_1, c_2, negation(two_gates_do)), expect="proved",
    why="Along the diagonal the maximum is straight, so that the kinks of two gates would cancel, on all parallels: "
        "they would add up to a constant or an affine function.",
)  # fmt: skip


@t_max.prove(least)
def by_parallels_of_the_diagonal(pf: Proof, goal: Term) -> Fact:
    values = [pf.fresh(name, "real") for name in ("beta", "v_1", "v_2", "a_1", "a_2", "b_1", "b_2", "c_1", "c_2")]
    beta, *weights = values
    formula = instance_of(goal, *values)
    fact = pf.refute(formula.args[0], lambda computes: no_two_gates(
        pf, beta, weights[:2], weights[2:4], weights[4:6], weights[6:], computes))  # fmt: skip
    return pf.general(*values, fact)


@t_max.prove(four_gates, three_gates)
def by_gates(pf: Proof, goal: Term) -> Fact:
    (u, v), _, equation = pf.intro(goal.args[0])
    cases = pf.lemma("max", u, v), pf.lemma("abs", u - v)
    law = pf.by_cases(cases[0], *[lambda f: pf.by_cases(cases[1], *[lambda g: pf.arith(equation, f, g)] * 2)] * 2)
    (x, g), (known,), network = pf.intro(goal.args[1])
    inputs = pf.arith(term(2) >= 0)
    one, two = (projection(pf).apply(x, 2, c, using=[pf.arith(1 <= term(c)), pf.arith(term(c) <= 2)]) for c in (1, 2))
    four, three = ((1, 1), (-1, -1), (1, -1), (-1, 1)), ((1, -1), (0, 1), (0, -1))
    combinations = four if same(network.args[-1], term(4)) else three
    half = term("1/2")
    weights = [half, -half, half, half] if len(combinations) == 4 else [1, 1, -1]
    gates = [combined(pf, inputs, a, one, b, two) for a, b in combinations]
    sums = [maximum(0, a * x(1)(point) + b * x(2)(point)) for a, b in combinations]
    parts = [term(w) * s for w, s in zip(weights, sums, strict=True)]
    value = lam(point, sum(parts[1:], parts[0]))
    layer = layer_of(pf, x, term(2), inputs, gates, weights, value)

    def equal(r: Term) -> Fact:
        terms = [a * x(1)(r) + b * x(2)(r) for a, b in combinations]

        def split(left: list[Fact], facts: list[Fact]) -> Fact:
            if not left:
                return pf.arith(g(r) == value(r), known(r), *facts)
            return pf.by_cases(left[0], *[lambda f: split(left[1:], [*facts, f])] * 2)

        return split([pf.lemma("max", x(1)(r), x(2)(r)), *(pf.lemma("max", 0, t) for t in terms)], [])

    whole = pf.restate(pf.both(pf.arith(term(1) >= 1), renamed(pf, layer, g, equal)), network)
    return pf.both(pf.general(u, v, law), pf.conclude(goal.args[1], [x, g], whole))


@t_max.instances
def two_numbers(rng, n):
    """Two dyadic numbers, equal now and then."""
    found = {"u": dyadic(rng, n, -8, 8, 4), "v": dyadic(rng, n, -8, 8, 4)}
    return {**found, "v": np.where(rng.integers(0, 8, size=n) == 0, found["u"], found["v"])}


two_numbers.free = {"u", "v"}
t_max.mutant("minus the absolute value", four_gates, maximum(first, second) == (first + second) / 2 - absolute(
    first - second) / 2)  # fmt: skip
t_max.mutant("two gates", three_gates, maximum(first, second) == maximum(0, first - second) + maximum(0, second))

# Functions by their kinks.

by_kinks = Claim(
    "mukherjee2020", "fact", "", slug="pwl_uniqueness", section="2.A", family="pwl_networks",
    title="PWL functions on R by kink data",
    statement=r"""Every piecewise linear function $\mathbb R \to \mathbb R$ with $m$ pieces has a slope $s_L$ on the
    left, points $(a_1, b_1), \dots, (a_{m-1}, b_{m-1})$ with $a_1 < \dots < a_{m-1}$ at which it is not
    differentiable, and a slope $s_R$ on the right; and each such tuple $(s_L, s_R, (a_1, b_1), \dots, (a_{m-1},
    b_{m-1}))$ specifies exactly one piecewise linear function with $m$ pieces.""",
)  # fmt: skip
f, g = function("f", "real->real"), function("g", "real->real")
rising = every(i, 1, m - 2, a(i) < a(i + 1))
found, kinks_wanted, proper = integer("pieces"), integer("m"), integer("proper")  # proper: 1 if all kinks are true ones


def kinks(f: Term) -> Term:
    """f has the slopes, breakpoints and values of the tuple."""
    return KinkData(f, left, right, a, b, m)


def both_directions(least: int, genuine: Term, among: Callable[[Term], Term]) -> Term:
    """From a function to its tuple, and from a tuple to its function, for m at least ``least``; ``among`` says of which
    functions it is the only one."""
    forth = forall(f, m, implies(conj(m >= least, Pieces(f, m)), exists(left, right, a, b, conj(
        rising, kinks(f), genuine))))  # fmt: skip
    only = forall(g, implies(among(g), forall(x, f(x) == g(x))))
    back = forall(m, left, right, a, b, implies(conj(m >= least, rising, genuine), exists(f, conj(
        Pieces(f, m), kinks(f), only))))  # fmt: skip
    return conj(forth, back)


any_tuple = by_kinks.variant(
    "printed", both_directions(1, term(0) <= 1, lambda g: conj(Pieces(g, m), kinks(g))), expect="refuted",
    why="With one piece there is no point, and the tuple, two equal slopes, does not tell the height; and where slopes "
    "do not change at some (a_i, b_i), there are fewer pieces.",
    counterexample="m = 1, s_L = s_R = 0: the constants 0 and 1.", observed=found == kinks_wanted,
)  # fmt: skip
true_tuple = by_kinks.variant(
    "repaired", both_directions(2, TrueKinks(left, right, a, b, m), kinks), expect="proved",
    why="For m >= 2 and tuples whose slopes change at every point, both directions hold; the function is then the only "
    "one with these data, whatever its pieces.", observed=implies(proper == 1, found == kinks_wanted),
)  # fmt: skip


@by_kinks.refute(any_tuple)
def by_two_constants(pf: Proof, goal: Term) -> Fact:
    one, zero = term(1), term(0)
    nowhere = lam(i, zero)
    constants = [lam(x, zero * x + height) for height in (0, 1)]

    def data_of(f: Term) -> Fact:
        y, z = pf.fresh("x", "real"), pf.fresh("z", "real")
        wanted = pf.open_definition(pf.assume(KinkData(f, zero, zero, nowhere, nowhere, one))).formula
        parts = []
        rest = wanted
        for _ in range(2):
            part, rest = rest.args
            k = pf.fresh("i", "int")
            bounds = pf.assume(conj(term(1) <= k, k <= (one - 1 if len(parts) == 0 else one - 2)))
            inner = instance_of(part, k).args[1]
            parts.append(pf.general(k, pf.implication(bounds.formula, pf.anything(inner, pf.arith(false, bounds)))))
        for part in rest.args:
            inner = instance_of(part, y, z)
            flat = pf.arith(inner.args[1])
            parts.append(pf.general(y, z, pf.implication(inner.args[0], flat)))
        return pf.restate(pf.both(*parts), KinkData(f, zero, zero, nowhere, nowhere, one))

    known = [pf.both(one_affine_piece(pf, f, zero, term(height)), data_of(f)) for height, f in enumerate(constants)]
    empty = over(pf, 1, one - 2, lambda i, at: pf.anything(nowhere(i) < nowhere(i + 1), pf.arith(false, at)))

    def wrong(claimed: Fact) -> Fact:
        mark = pf.opened
        given = pf.arith(one >= 1), empty, pf.arith(zero <= 1)
        _, facts = pf.obtain(claimed.right.apply(one, zero, zero, nowhere, nowhere, using=given), "f")
        equal = [facts.right.right.apply(f, using=[fact])(zero) for f, fact in zip(constants, known, strict=True)]
        return pf.close(pf.arith(false, *equal), mark)

    return pf.refute(goal, wrong)


@by_kinks.prove(true_tuple)
def by_joining_pieces(pf: Proof, goal: Term) -> Fact:
    forth, back = goal.args
    (f, m), (many, pieces), wanted = pf.intro(forth)
    mark = pf.opened
    t, alpha, beta, facts = pieces_data(pf, pieces)
    order, change, values = facts.split()
    weak = over(pf, 1, m - 2, lambda k, at: pf.arith(t(k) <= t(k + 1), order.apply(k, using=[at])), "i")
    heights, data = data_of_pieces(pf, f, t, alpha, beta, m, weak, values, many)

    def rise(k: Term, at: Fact) -> Fact:
        index = pf.congruent(t, pf.ring(k + 1 - 1, k))
        up = weak.apply(k, using=[at])
        lines = []
        for q, low, high in ((t(k), pf.arith(t(k + 1 - 1) <= t(k), index), up), (t(k + 1), pf.arith(
                t(k + 1 - 1) <= t(k + 1), up, index), pf.arith(t(k + 1) <= t(k + 1)))):  # fmt: skip
            known = values.apply(k + 1, using=[pf.arith(1 <= k + 1, at), pf.arith(k + 1 <= m, at)])(q)
            for side in (low, high):
                known = pf.modus_ponens(known, pf.or_intro(known.formula.args[0], side))
            lines.append(known)
        goal = heights(k + 1) - heights(k) == alpha(k + 1) * (t(k + 1) - t(k))
        return pf.arith(goal, *lines)

    true = TrueKinks(alpha(1), alpha(m), t, heights, m)
    inner = pf.open_definition(pf.assume(true)).formula
    slopes_known = pf.both(pf.ring(alpha(1), alpha(1)), pf.ring(alpha(m), alpha(m)), over(pf, 1, m - 2, rise), change)
    true = pf.restate(pf.witness(inner, alpha, slopes_known), true)
    first = pf.witness(wanted, alpha(1), alpha(m), t, heights, pf.both(order, data, true))
    first = pf.conclude(forth, [f, m], pf.close(first, mark))

    (m, left, right, a, b), (many, order, kinks), wanted = pf.intro(back)
    mark = pf.opened
    f, facts = pf.obtain(from_true_kinks(pf, left, right, a, b, m, order, kinks, many), "f")
    g = pf.fresh("g", "real->real")
    other = pf.assume(KinkData(g, left, right, a, b, m))
    same_values = determined(pf, f, g, a, m, facts.right, other, order, many)
    only = pf.general(g, pf.implication(other.formula, same_values))
    second = pf.close(pf.witness(wanted, f, pf.both(facts.left, facts.right, only)), mark)
    return pf.both(first, pf.conclude(back, [m, left, right, a, b], second))


@by_kinks.satisfied(true_tuple)
def one_hinge(pf: Proof, formula: Term) -> Fact:
    """|x|, and its tuple."""
    two, zero, origin = term(2), term(0), lam(i, term(0))
    slope = lam(i, 2 * i - 3)
    y = pf.fresh("x", "real")
    f = lam(x, absolute(x))

    def piece(k: Term, at: Fact) -> Fact:
        line = slope(k) * y + zero
        started, ended = pf.assume(either(k == 1, origin(k - 1) <= y)), pf.assume(either(k == two, y <= origin(k)))

        def value(number: int, equal: Fact) -> Fact:
            side = pf.by_cases(ended if number == 1 else started, lambda no: pf.anything(
                y <= 0 if number == 1 else y >= 0, pf.arith(false, no, equal)), lambda g: pf.arith(
                    y <= 0 if number == 1 else y >= 0, g))  # fmt: skip
            return pf.by_cases(pf.lemma("abs", y), *[lambda g: pf.arith(f(y) == line, g, side, equal, multipliers=[
                1, y])] * 2)  # fmt: skip

        fact = pf.decide(k <= 1, lambda yes: value(1, pf.arith(k == 1, at, yes)), lambda no: value(2, pf.arith(
            k == 2, at, no)))  # fmt: skip
        return pf.general(y, pf.implication(started.formula, pf.implication(ended.formula, fact)))

    pieces = Pieces(f, two)
    inner = pf.open_definition(pf.assume(pieces)).formula
    change = pf.compute(every(i, 1, two - 1, negation(slope(i) == slope(i + 1))))
    order = pf.compute(every(i, 1, two - 2, origin(i) < origin(i + 1)))
    pieces = pf.restate(pf.both(pf.arith(two >= 1), pf.witness(inner.args[1], origin, slope, lam(i, zero), pf.both(
        order, change, over(pf, 1, two, piece)))), pieces)  # fmt: skip
    true = TrueKinks(-1, 1, origin, origin, two)
    inner = pf.open_definition(pf.assume(true)).formula
    true = pf.restate(
        pf.witness(
            inner,
            slope,
            pf.both(
                pf.compute(slope(1) == -1),
                pf.compute(slope(2) == 1),
                pf.compute(
                    every(i, 1, two - 2, origin(i + 1) - origin(i) == slope(i + 1) * (origin(i + 1) - origin(i)))
                ),
                change,
            ),
        ),
        true,
    )
    return pf.both(pf.exhibit(formula.args[0], [f, 2], pieces), pf.exhibit(
        formula.args[1], [2, -1, 1, origin, origin], order, true))  # fmt: skip


@by_kinks.instances
def random_tuples(rng, n):
    """m - 1 points, 1 <= m <= 5, and m slopes from -2 to 2; ``pieces`` counts the changes of slope between the points,
    plus one, and proper says whether there is one at each point."""
    m = rng.integers(1, 6, size=n)
    slopes = rng.integers(-2, 3, size=(n, 5))
    changes = ((slopes[:, 1:] != slopes[:, :-1]) & (np.arange(4) < m[:, None] - 1)).sum(axis=1)
    return {"m": m.astype("float64"), "pieces": changes + 1.0, "proper": (changes == m - 1).astype("float64")}


by_kinks.mutant("also where slopes do not change", true_tuple, found == kinks_wanted)
by_kinks.mutant("m + 1 pieces", true_tuple, implies(proper == 1, found == kinks_wanted + 1))
