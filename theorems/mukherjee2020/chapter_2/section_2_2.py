"""Section 2.2: the maximum of n + 1 numbers takes depth ceil(log2(n + 1)) + 1, one more than printed; networks of four
gates are as close to the indicator of an interval as wanted, with error 2 delta / (q + 1); for p >= 2 pieces, p - 1
units suffice if and only if minus the slope on the left is a sum of changes of slope, and p always do.
"""

from collections.abc import Callable

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over, under
from numerics.sampling import dyadic
from numerics.sums import equal_sums, once, sum_of_constants, sums_linear
from numerics.terms import (
    Term,
    absolute,
    between,
    body,
    conj,
    derivative,
    either,
    every,
    exists,
    exp,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    same,
    some,
    term,
    total,
    vector,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2 import theorem_2_2_2
from theorems.mukherjee2020.chapter_2.theorem_2_2_2 import two_layers, with_nodes
from theorems.mukherjee2020.deep_nets import Greatest, Represents, projection, single
from theorems.mukherjee2020.flaps import in_each_case
from theorems.mukherjee2020.maxima import ceil_log2, logarithms_defined, no_layers, of_many, rounds
from theorems.mukherjee2020.networks import affine, combination, hinge_expansion, no_kink_elsewhere, on_intervals
from theorems.mukherjee2020.pwl import Affine, Pieces

max_depth = Claim(
    "mukherjee2020", "claim", "", slug="max_depth", section="2.2", family="pwl_networks",
    title="depth needed for max of n+1", uses=["lemma_2_a_4.max", "section_2_a.t_max"],
    statement=r"""The maximum of $n + 1$ numbers, $n \ge 1$, is computed by a ReLU network of depth at most
    $\lceil\log_2(n + 1)\rceil$. (Repaired: of depth at most $\lceil\log_2(n + 1)\rceil + 1$, with that many hidden
    layers.)""",
)  # fmt: skip
x, g, n, q, t, p, i, j = (function("x", "int->V->real"), function("g", "V->real"), integer("n"), integer("q"),
                          integer("t"), vector("p"), integer("i"), integer("j"))  # fmt: skip
depth, layers, value, wanted = integer("depth"), integer("rounds"), integer("value"), integer("wanted")


def of_numbers(bound: Term) -> Term:
    return forall(x, g, n, implies(conj(n >= 1, Greatest(g, x, n + 1)), exists(q, t, conj(
        Represents(single(g), 1, x, n + 1, q, t), q + 1 <= bound))))  # fmt: skip


without_output = max_depth.variant(
    "printed", of_numbers(ceil_log2(n + 1)), expect="refuted",
    why="Depth counts the output layer, so that this is the number of hidden layers; Theorem 2.2.1 has it right.",
    counterexample="n = 1: a network of depth 1 has no hidden layer, and the maximum of two numbers is not affine.",
)  # fmt: skip
with_output = max_depth.variant(
    "repaired", of_numbers(ceil_log2(n + 1) + 1), expect="proved",
    why="A tournament of n + 1 numbers has that many rounds, each of which is one hidden layer.",
    observed=conj(value == wanted, depth <= layers + 1),
)  # fmt: skip


@max_depth.refute(without_output)
def at_one(pf: Proof, goal: Term) -> Fact:
    def contradiction(claimed: Fact) -> Fact:
        zero, flat, two = lam(i, p, term(0)), lam(p, term(0)), term(1) + 1
        v = pf.fresh("p", "V")
        sides = over(pf, 1, two, lambda *_: pf.arith(term(0) <= 0))
        attained = pf.witness(some(i, 1, two, term(0) == term(0)), 1, pf.both(
            pf.both(pf.arith(term(1) <= 1), pf.arith(term(1) <= two)), pf.ring(0, 0)))  # fmt: skip
        top = pf.restate(pf.general(v, pf.both(sides, attained)), Greatest(flat, zero, two))
        mark = pf.opened
        _, _, net = pf.obtain(claimed.apply(zero, flat, 1, using=[pf.arith(term(1) >= 1), top]), "q", "t")
        _, enough, few = rounds(pf).apply(two, using=[pf.arith(two >= 1)]).split()
        L = ceil_log2(two)

        def many(yes: Fact) -> Fact:
            steps = [pf.lemma("power_step", 2, e, using=[pf.arith(e >= 0, yes)]) for e in (L - 1, L - 2)]
            least = pf.arith(2 ** (L - 2) >= 1, *steps, enough)
            return pf.arith(false, *steps, least, few)

        one = pf.refute(L >= 2, many)
        return pf.close(pf.arith(false, pf.open_definition(net.left).left, net.right, one), mark)

    return pf.refute(goal, contradiction)


@max_depth.prove(with_output)
def by_a_tournament(pf: Proof, goal: Term) -> Fact:
    values, (some_, top), conclusion = pf.intro(goal)
    x, g, n = values
    m, zero = n + 1, lam(i, term(0))
    several, inputs = pf.arith(m >= 1, some_), pf.arith(m >= 0, some_)

    def number(e: Term, bounds: Fact) -> Fact:
        line = projection(pf).apply(x, m, e, using=[bounds.left, bounds.right])
        return no_layers(pf).apply(x, m, single(x(e)), 1, using=[over(pf, 1, term(1), lambda *_: line)])

    fact = of_many(pf).apply(x, m, m, 0, x, g, zero, zero, using=[
        inputs, several, over(pf, 1, m, number), over(pf, 1, m, lambda *_: pf.arith(term(0) <= 0)), top])  # fmt: skip
    size, net = pf.obtain(fact, "t")
    L = ceil_log2(m)
    low, enough, _ = rounds(pf).apply(m, using=[several]).split()

    def none(no: Fact) -> Fact:
        power = pf.congruent(lam(i, term(2) ** i), pf.arith(L == 0, low, no))
        return pf.arith(false, power, pf.lemma("power_zero", 2), enough, some_)

    deep = pf.arith(0 + L >= 1, pf.absurd(L >= 1, none))
    whole = pf.restate(pf.both(deep, net.left), Represents(single(g), 1, x, m, 0 + L, size))
    return pf.conclude(goal, values, pf.exhibit(conclusion, [0 + L, size], whole))


@max_depth.defined(without_output, with_output)
def logarithms(pf: Proof, formula: Term) -> Fact:
    return logarithms_defined(pf, formula)


@max_depth.satisfied(with_output)
def two_zeros(pf: Proof, formula: Term) -> Fact:
    """n = 1 and the numbers 0 and 0."""
    zero, flat, two = lam(i, p, term(0)), lam(p, term(0)), term(1) + 1
    v = pf.fresh("p", "V")
    sides = over(pf, 1, two, lambda *_: pf.arith(term(0) <= 0))
    attained = pf.witness(some(i, 1, two, term(0) == term(0)), 1, pf.both(
        pf.both(pf.arith(term(1) <= 1), pf.arith(term(1) <= two)), pf.ring(0, 0)))  # fmt: skip
    top = pf.restate(pf.general(v, pf.both(sides, attained)), Greatest(flat, zero, two))
    return pf.exhibit(formula, [zero, flat, 1], top)


@max_depth.instances
def small_numbers(rng, count):
    """The maximum of 2 to 20 numbers between -9 and 9, and the depth of its network."""
    nets = {m: relu.maximum([relu.net([np.eye(m, dtype=int)[None, e]], [[0]]) for e in range(m)]) for m in range(2, 21)}
    rows = []
    for _ in range(min(count, 200)):
        m = int(rng.integers(2, 21))
        numbers = rng.integers(-9, 10, size=m)
        found = int(relu.evaluate(nets[m], numbers[None])[0, 0])
        rows.append([nets[m].depth, (m - 1).bit_length(), found, int(numbers.max())])
    drawn = rng.integers(0, len(rows), size=count)
    names = ("depth", "rounds", "value", "wanted")
    return dict(zip(names, np.array(rows, dtype="float64")[drawn].T, strict=True))


max_depth.mutant("the printed depth", with_output, depth <= layers)
max_depth.mutant("not the last of them", with_output, value < wanted)

# The indicator of an interval.

trapezoid = Claim(
    "mukherjee2020", "identity", "", slug="trapezoid_lq", section="2.2", family="pwl_networks",
    title="trapezoid net error, explicit",
    statement=r"""Let $a < b$, $0 < \delta \le \frac{b - a}2$ and $r \ge 1$, a real number. The network of size 4
    $T(x) = \frac1\delta (\max\{0, x - a\} - \max\{0, x - a - \delta\} - \max\{0, x - b + \delta\} + \max\{0, x - b\})$
    is 1 on $[a + \delta, b - \delta]$ and 0 outside $(a, b)$, and $\int |1_{[a, b]} - T|^r = \frac{2\delta}{r + 1}$.
    (In the goal, the integral over a half-open ramp is the limit of those over $[a, y]$ and $[y, b]$, which a primitive
    function gives.)""",
)  # fmt: skip
a, b, d, r, u, y = (real(name) for name in ("a", "b", "delta", "r", "u", "y"))
F = function("F", "real->real")


def hat(u: Term) -> Term:
    """T(u)."""
    return (maximum(0, u - a) - maximum(0, u - a - d) - maximum(0, u - b + d) + maximum(0, u - b)) / d


def indicator(u: Term) -> Term:
    """1 on [a, b], 0 elsewhere."""
    return where(conj(a <= u, u <= b), 1, 0)


def power(base: Term, exponent: Term) -> Term:
    return exp(exponent * log(base))


error = lam(u, power(absolute(indicator(u) - hat(u)), r))
left_part = exists(F, conj(forall(u, implies(conj(a < u, u < a + d), derivative(F, u, error(u)))), forall(y, implies(
    conj(a <= y, y < a + d), F(y) - F(a) == d / (r + 1) * (1 - power((a + d - y) / d, r + 1))))))  # fmt: skip
right_part = exists(F, conj(forall(u, implies(conj(b - d < u, u < b), derivative(F, u, error(u)))), forall(y, implies(
    conj(b - d < y, y <= b), F(b) - F(y) == d / (r + 1) * (1 - power((y - (b - d)) / d, r + 1))))))  # fmt: skip
exact = trapezoid.variant(
    "printed",
    forall(a, b, d, r, implies(conj(a < b, d > 0, 2 * d <= b - a, r >= 1), conj(
        forall(u, implies(conj(a + d <= u, u <= b - d), hat(u) == 1)),
        forall(u, implies(u <= a, hat(u) == 0)), forall(u, implies(u >= b, hat(u) == 0)),
        left_part, right_part))),
    expect="proved", why="The error is a straight ramp from 1 to 0 on either side.",
    observed=implies(conj(2 * d <= b - a, d > 0, a <= u, u <= a + d), hat(u) == (u - a) / d),
)  # fmt: skip


class Ramps:
    """The hypotheses of the claim, and what they give at a point."""

    def __init__(self, pf: Proof, a: Term, b: Term, d: Term, r: Term, given: list[Fact]) -> None:
        self.pf, self.a, self.b, self.d, self.r, self.given = pf, a, b, d, r, given
        self.apart = pf.arith(negation(d == 0), given[1])
        self.inverse = pf.lemma("inverse", d, using=[self.apart])
        self.share = pf.arith(1 / d > 0, self.inverse, given[1])
        exponent = pf.arith(negation(r + 1 == 0), given[3])
        self.exponent, self.parts = exponent, pf.lemma("inverse", r + 1, using=[exponent])

    def hat(self, u: Term) -> Term:
        return where_hat(u, self.a, self.b, self.d)

    def acts(self, u: Term, signs: list[bool], *facts: Fact) -> list[Fact]:
        """The four maxima at u, each 0 or its argument, as the facts decide."""
        a, b, d = self.a, self.b, self.d
        result = []
        for e, on in zip((u - a, u - a - d, u - b + d, u - b), signs, strict=True):
            goal = maximum(0, e) == (e if on else term(0))
            result.append(self.pf.by_cases(self.pf.lemma("max", 0, e), *[lambda f, goal=goal: self.pf.arith(
                goal, f, *facts, *self.given)] * 2))  # fmt: skip
        return result

    def value(self, u: Term, wanted: Term, signs: list[bool], *facts: Fact) -> Fact:
        """hat(u) = wanted."""
        return self.pf.arith(self.hat(u) == wanted, *self.acts(u, signs, *facts), self.inverse, multipliers=[
            1, 1 / self.d, u * (1 / self.d)])  # fmt: skip

    def error(self, u: Term, base: Term, height: Fact, inside: Fact, positive: Fact) -> Fact:
        """|1_{[a, b]}(u) - hat(u)| = base, from hat(u) = 1 - base and a <= u <= b."""
        inside_ = self.pf.lemma("if_true", *where_indicator(u, self.a, self.b).args, using=[inside])
        gap = where_indicator(u, self.a, self.b) - self.hat(u)
        return self.pf.by_cases(self.pf.lemma("abs", gap), *[lambda f: self.pf.arith(
            absolute(gap) == base, f, inside_, height, positive)] * 2)  # fmt: skip

    def power_up(self, base: Term, positive: Fact) -> Fact:
        """base^(r + 1) = base base^r."""
        whole = self.pf.lemma("exp_sum", self.r * log(base), log(base))
        itself = self.pf.lemma("exp_log", base, using=[positive])
        return self.pf.arith(power(base, self.r + 1) == base * power(base, self.r), whole, itself, multipliers=[
            1, exp(self.r * log(base))])  # fmt: skip


def where_hat(u: Term, a: Term, b: Term, d: Term) -> Term:
    return (maximum(0, u - a) - maximum(0, u - a - d) - maximum(0, u - b + d) + maximum(0, u - b)) / d


def where_indicator(u: Term, a: Term, b: Term) -> Term:
    return where(conj(a <= u, u <= b), 1, 0)


@trapezoid.prove(exact)
def by_primitive_functions(pf: Proof, goal: Term) -> Fact:
    values, given, conclusion = pf.intro(goal)
    a, b, d, r = values
    at = Ramps(pf, a, b, d, r, given)
    z, w = pf.fresh("u", "real"), pf.fresh("y", "real")

    def flat(bounds: Term, wanted: int, signs: list[bool]) -> Fact:
        inside = pf.assume(bounds)
        return pf.general(z, pf.implication(bounds, at.value(z, term(wanted), signs, *inside.split())))

    middle = flat(conj(a + d <= z, z <= b - d), 1, [True, True, False, False])
    before, after = flat(z <= a, 0, [False] * 4), flat(z >= b, 0, [True] * 4)

    one = term(1)
    log_one = pf.arith(log(term(1)) == 0, pf.lemma("log_exp", 0), pf.congruent(lam(u, log(u)), pf.lemma("exp_zero")))
    full = pf.arith(power(one, r + 1) == 1, pf.congruent(lam(u, exp(u)), pf.arith(
        (r + 1) * log(one) == 0, log_one, multipliers=[r + 1])), pf.lemma("exp_zero"))  # fmt: skip

    def ramp(goal: Term, left: bool) -> Fact:
        sign = -1 if left else 1
        base = lam(u, (a + d - u) / d if left else (u - (b - d)) / d)
        primitive = lam(u, sign * d / (r + 1) * power(base(u), r + 1))
        inside = pf.assume(conj(a < z, z < a + d) if left else conj(b - d < z, z < b))
        distance = a + d - z if left else z - (b - d)
        positive = pf.arith(base(z) > 0, pf.arith(distance * (1 / d) > 0, pf.arith(distance > 0, inside), at.share))
        signs = [True, False, False, False] if left else [True, True, True, False]
        height = at.value(z, 1 - base(z), signs, *inside.split())
        within = pf.both(pf.arith(a <= z, inside, *given), pf.arith(z <= b, inside, *given))
        gap = at.error(z, base(z), height, within, positive)
        raised = pf.congruent(lam(u, exp(r * log(u))), gap)
        square, up = pf.lemma("inverse", d * d, using=[pf.arith(negation(d * d == 0), pf.arith(
            d * d > 0, given[1]))]), at.power_up(base(z), positive)  # fmt: skip
        down = pf.lemma("inverse", base(z), using=[pf.arith(negation(base(z) == 0), positive)])
        P, Q, ib = power(base(z), r + 1), power(base(z), r), 1 / base(z)
        slope = sign * d / (r + 1) * (P * ((r + 1) * ((sign * d) / (d * d)) / base(z)))
        found = pf.step("derivative", [at.apart, positive], [primitive, z, slope])
        equal = pf.arith(slope == Q, at.parts, square, up, down, multipliers=[
            P * d * d * (1 / (d * d)) * ib, P * ib, ib, Q])  # fmt: skip
        equal = pf.arith(slope == error_at(z, a, b, d, r), equal, raised)
        t = pf.fresh("t", "real")
        moved = pf.step("equality", [equal, found], [lam(t, derivative(primitive, z, t))])
        slopes = pf.general(z, pf.implication(inside.formula, moved))
        place = pf.assume(conj(a <= w, w < a + d) if left else conj(b - d < w, w <= b))
        end = a if left else b
        top = pf.congruent(lam(u, power(u, r + 1)), pf.arith(base(end) == 1, at.inverse))
        rise = primitive(w) - primitive(a) if left else primitive(b) - primitive(w)
        difference = pf.arith(rise == d / (r + 1) * (1 - power(base(w), r + 1)), top, full, multipliers=[d / (r + 1)])
        rises = pf.general(w, pf.implication(place.formula, difference))
        return pf.witness(goal, primitive, pf.both(slopes, rises))

    ramps = conclusion.args[1].args[1].args[1]
    parts = [middle, before, after, ramp(ramps.args[0], True), ramp(ramps.args[1], False)]
    return pf.conclude(goal, values, pf.both(*parts))


def error_at(u: Term, a: Term, b: Term, d: Term, r: Term) -> Term:
    """|1_{[a, b]}(u) - T(u)|^r."""
    return power(absolute(where_indicator(u, a, b) - where_hat(u, a, b, d)), r)


@trapezoid.defined(exact)
def positive_errors(pf: Proof, formula: Term) -> Fact:
    def leaf(goal: Term, facts: list[Fact]) -> Fact | None:
        if goal.op == "not":
            return pf.arith(goal, *facts)
        if goal.op == "<" and goal.args[1].op == "abs":
            return in_ramp(pf, goal, facts)
        if goal.op == "<":
            top, d = goal.args[1].args
            inverse = pf.lemma("inverse", d, using=[pf.arith(negation(d == 0), *facts)])
            share = pf.arith(1 / d > 0, inverse, *facts)
            return pf.arith(goal, pf.arith(top * (1 / d) > 0, pf.arith(top > 0, *facts), share))
        return None

    return defined(pf, formula, leaf)


def in_ramp(pf: Proof, goal: Term, facts: list[Fact]) -> Fact:
    """The error is positive inside a ramp: ``facts`` begin with the hypotheses and end with the bounds of the point."""
    a, b = facts[0].formula.args
    d, r = facts[1].formula.args[1], facts[3].formula.args[1]
    at = Ramps(pf, a, b, d, r, facts[:4])
    low, high = facts[-2:]
    z, left = high.formula.args[0], same(low.formula.args[0], a)
    base = (a + d - z) / d if left else (z - (b - d)) / d
    distance = a + d - z if left else z - (b - d)
    positive = pf.arith(base > 0, pf.arith(distance * (1 / d) > 0, pf.arith(distance > 0, low, high), at.share))
    signs = [True, False, False, False] if left else [True, True, True, False]
    height = at.value(z, 1 - base, signs, low, high)
    within = pf.both(pf.arith(a <= z, low, high, *at.given), pf.arith(z <= b, low, high, *at.given))
    return pf.arith(goal, at.error(z, base, height, within, positive), positive)


@trapezoid.satisfied(exact)
def two_and_one(pf: Proof, formula: Term) -> Fact:
    """The interval [0, 2], delta = 1, r = 1: a tent."""
    return pf.exhibit(formula, [0, 2, 1, 1])


@trapezoid.instances
def points_of_ramps(rng, count):
    """Dyadic intervals, delta and points."""
    low, share = dyadic(rng, count, -4, 4, 4), rng.integers(1, 17, size=count) / 16
    return {"a": low, "b": low + 2 * share + dyadic(rng, count, 0, 2, 4), "delta": share,
            "u": low + share * rng.integers(0, 17, size=count) / 16}  # fmt: skip


points_of_ramps.free = {"a", "b", "delta", "u"}
trapezoid.mutant("a ramp down", exact, implies(conj(2 * d <= b - a, d > 0, a <= u, u <= a + d), hat(u) == 1 - (
    u - a) / d))  # fmt: skip
trapezoid.mutant("twice as steep", exact, implies(conj(2 * d <= b - a, d > 0, a <= u, u <= a + d), hat(u) == 2 * (
    u - a) / d))  # fmt: skip

# The least size of a network with one hidden layer.

pieces, slope, offset = integer("p"), function("alpha", "int->real"), function("gamma", "int->real")
cut, f, S = function("t", "int->real"), function("f", "real->real"), function("S", "int->bool")
vs, as_, cs = function("v", "int->real"), function("a", "int->real"), function("c", "int->real")
s0, d1, d2 = real("s"), real("d_1"), real("d_2")

least = Claim(
    "mukherjee2020", "claim", "", slug="minimal_size", section="2.2", family="pwl_networks",
    title="exact minimal 2-layer size", uses=["theorem_2_2_2.upper", "theorem_2_2_2.lower", "corollary_2_a_1"],
    statement=r"""Let $f: \mathbb R \to \mathbb R$ be piecewise linear with $p \ge 2$ pieces, with slopes $\alpha_1,
    \dots, \alpha_p$ from left to right. A ReLU network with one hidden layer that computes $f$ has at least $p - 1$
    units, some such network has at most $p$, and there is one with $p - 1$ units if and only if $-\alpha_1$ is the sum
    of some of the changes of slope $\alpha_{i+1} - \alpha_i$, $1 \le i < p$ (of none, if $\alpha_1 = 0$).""",
)  # fmt: skip


def cut_into(f: Term, p: Term, t: Term, alpha: Term, gamma: Term) -> Term:
    """f has p pieces, of which the i-th is alpha(i) x + gamma(i) from t(i-1) to t(i)."""
    x = real("x")
    return conj(
        p >= 1, every(i, 1, p - 2, t(i) < t(i + 1)), every(i, 1, p - 1, negation(alpha(i) == alpha(i + 1))),
        every(i, 1, p, forall(x, implies(either(i == 1, t(i - 1) <= x), either(i == p, x <= t(i)),
                                         f(x) == alpha(i) * x + gamma(i)))))  # fmt: skip


some_changes = exists(S, total(i, 1, pieces - 1, where(S(i), slope(i + 1) - slope(i), 0)) == -slope(1))
of_size = two_layers(f, vs, as_, cs, real("beta"), n)
exact_size = least.variant(
    "printed", forall(f, pieces, cut, slope, offset, implies(
        conj(pieces >= 2, cut_into(f, pieces, cut, slope, offset)), conj(
            with_nodes(f, pieces),
            forall(n, vs, as_, cs, real("beta"), implies(conj(n >= 1, of_size), n >= pieces - 1)),
            iff(with_nodes(f, pieces - 1), some_changes)))), expect="proved",
    why="With p - 1 units each cut has one, that opens to the left or to the right; those that open to the left must "
        "make up the slope on the left.",
    observed=implies(conj(negation(d1 == 0), negation(d2 == 0)), iff(
        integer("size") <= 2, either(s0 == 0, s0 + d1 == 0, s0 + d2 == 0, s0 + d1 + d2 == 0))),
)  # fmt: skip


@least.prove(exact_size)
def by_sides(pf: Proof, goal: Term) -> Fact:
    variables, facts, conclusion = pf.intro(goal, premises=1)
    f, p, t, alpha, gamma = variables
    two, data = facts[0], facts[1:]
    pieces_ = pf.witness(body(Pieces(f, p)).args[1], t, alpha, gamma, pf.both(*data[1:]))
    whole = pf.restate(pf.both(data[0], pieces_), Pieces(f, p))
    several = theorem_2_2_2.by_hinges(pf, theorem_2_2_2.repaired.statement.formula).left
    few = several.apply(f, p, using=[whole, two])
    monotone = increasing_cuts(pf, t, p, data[1])
    lower, (forth, back) = conclusion.args[1].args[0], conclusion.args[1].args[1].args
    (m, v, a, c, b), (some_, output), bound = pf.intro(lower)
    kinks = units_at_cuts(pf, f, p, t, alpha, gamma, two, data, m, v, a, c, b, some_, output)
    premise = conj(some_.formula, output.formula)
    at_cuts = pf.conclude(forall(m, v, a, c, b, implies(premise, kinks.formula)), [m, v, a, c, b], kinks)
    mark = pf.opened
    phi, chosen = pf.obtain(kinks, "phi")
    counted = pf.lemma("pigeonhole", phi, p - 1, m, using=[
        pf.arith(m >= 0, some_), over(pf, 1, p - 1, lambda e, at: pf.both(*chosen(e).apply(using=[at]).split()[:2])),
        different_units(pf, t, p, lam(j, -c(j) * (1 / a(j))), phi, chosen, monotone)])  # fmt: skip
    at_least = pf.conclude(lower, [m, v, a, c, b], pf.close(pf.arith(bound, counted), mark))
    given = pf.assume(forth.args[0])
    mark = pf.opened
    m, v, a, c, b, known = pf.obtain(given, "n", "v", "a", "c", "beta")
    some_, most, output = known.split()
    exactly = pf.arith(m == p - 1, most, at_least.apply(m, v, a, c, b, using=[some_, output]))
    q = integer("q")
    output = pf.step("equality", [exactly, output], [lam(q, two_layers(f, v, a, c, b, q))])
    phi, chosen = pf.obtain(at_cuts.apply(p - 1, v, a, c, b, using=[pf.arith(p - 1 >= 1, two), output]), "phi")
    net = Sides(pf, f, p, t, alpha, two, data, v, a, c, b, output, monotone, phi, chosen)
    first = pf.implication(given.formula, pf.close(net.changes(forth.args[1]), mark))
    given = pf.assume(back.args[0])
    mark = pf.opened
    S, known = pf.obtain(given, "S")
    expansion = hinge_expansion(pf, f, p, whole, t, alpha, gamma, pf.both(*data[1:]))
    second = pf.implication(given.formula, pf.close(turned(
        pf, back.args[1], f, p, t, alpha, gamma, two, S, known, expansion), mark))  # fmt: skip
    return pf.conclude(goal, variables, pf.both(few, at_least, pf.both(first, second)))


def turned(pf: Proof, goal: Term, f: Term, p: Term, t: Term, alpha: Term, gamma: Term, two: Fact, S: Term, known: Fact,
           expansion: Fact) -> Fact:  # fmt: skip
    """A network of p - 1 units, those of S open to the left."""
    x, y = pf.fresh("x", "real"), real("y")
    jump = lam(j, alpha(j + 1) - alpha(j))
    a, c = lam(j, where(S(j), -1, 1)), lam(j, where(S(j), t(j), -t(j)))
    change, moment = lam(j, where(S(j), alpha(j + 1) - alpha(j), 0)), lam(j, where(S(j), jump(j) * t(j), 0))
    unit, hinge = lam(j, jump(j) * maximum(0, a(j) * x + c(j))), lam(j, jump(j) * maximum(0, x - t(j)))

    def claim(m: Term) -> Term:
        return total(j, 1, m, unit(j)) == total(j, 1, m, hinge(j)) - x * total(j, 1, m, change(j)) + total(
            j, 1, m, moment(j))  # fmt: skip

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        more = [pf.lemma("sum_step", 1, m, g, using=[low]) for g in (unit, hinge, change, moment)]
        e = m + 1

        def one(rule: str, left: bool, side: Fact) -> Fact:
            parts = [pf.lemma(rule, *g(e).args, using=[side]) for g in (a, c, change, moment)]
            argument = pf.arith(a(e) * x + c(e) == (t(e) - x if left else x - t(e)), *parts[:2], multipliers=[x])
            act = pf.congruent(lam(y, maximum(0, y)), argument)
            signs = [pf.lemma("max", 0, z) for z in (x - t(e), t(e) - x)]
            split = in_each_case(pf, signs, lambda *both: pf.arith(
                maximum(0, x - t(e)) - maximum(0, t(e) - x) == x - t(e), *both))  # fmt: skip
            return pf.arith(claim(e), here, *more, *parts[2:], act, split, multipliers=[jump(e), x])

        return pf.decide(S(e), lambda yes: one("if_true", True, yes), lambda no: one("if_false", False, no))

    base = pf.arith(claim(term(0)), *[pf.lemma("sum_empty", 1, 0, g) for g in (unit, hinge, change, moment)],
                    multipliers=[x])  # fmt: skip
    sums = pf.induction("n", 0, claim, base, step).apply(p - 1, using=[pf.arith(p - 1 >= 0, two)])
    bias = gamma(1) + -total(j, 1, p - 1, moment(j))
    value = pf.arith(f(x) == bias + total(j, 1, p - 1, unit(j)), expansion(x), sums, known, multipliers=[x])
    return pf.witness(goal, p - 1, jump, a, c, bias, pf.both(
        pf.arith(p - 1 >= 1, two), pf.arith(p - 1 <= p - 1), pf.general(x, value)))  # fmt: skip


@once
def unit_without_kink(pf: Proof) -> Fact:
    """For all a, c, u, w: max(0, a x + c) is affine on [u, w], if u < w and -c/a does not lie strictly between them."""
    a, c, u, w = (pf.fresh(name, "real") for name in "acuw")
    k = -c * (1 / a)
    ordered, clear_ = pf.assume(u < w), pf.assume(negation(conj(u < k, k < w)))
    x = real("x")
    unit = lam(x, maximum(0, a * x + c))

    def line(slope_: Term, at: Term, sign: Callable[[Term, Fact], Fact]) -> Fact:
        return affine(pf, unit, u, w, slope_, at, lambda x, inside: pf.by_cases(
            pf.lemma("max", 0, a * x + c), *[lambda fact: pf.arith(
                unit(x) == slope_ * x + at, fact, sign(x, inside))] * 2))  # fmt: skip

    def up(x: Term, inside: Fact, ends: list[Fact], way: int) -> Fact:
        e = [pf.arith(way * (a * u + c) * (w - x) >= 0, ends[0], inside), pf.arith(
            way * (a * w + c) * (x - u) >= 0, ends[1], inside)]  # fmt: skip
        return pf.arith(way * (a * x + c) >= 0, pf.arith(way * (a * x + c) * (w - u) >= 0, *e), ordered)

    def crossing(first: Fact, second: Fact) -> Fact:
        """The ends have different signs."""

        def flat(zero: Fact) -> Fact:
            return pf.arith(false, first, second, pf.arith(a * u == 0, zero, multipliers=[u]), pf.arith(
                a * w == 0, zero, multipliers=[w]))  # fmt: skip

        def sloped(nonzero: Fact) -> Fact:
            inverse = pf.lemma("inverse", a, using=[nonzero])
            root_ = pf.arith(a * k + c == 0, inverse, multipliers=[c])
            low = pf.absurd(u < k, lambda no: pf.by_cases(
                sign_of(pf, a, nonzero),
                lambda s: pf.arith(false, first, second, root_, pf.arith(a * (u - k) >= 0, s, no), pf.arith(
                    a * (w - u) > 0, s, ordered)),
                lambda s: pf.arith(false, first, second, root_, pf.arith(-a * (u - k) >= 0, s, no), pf.arith(
                    -a * (w - u) > 0, s, ordered))))  # fmt: skip
            high = pf.absurd(k < w, lambda no: pf.by_cases(
                sign_of(pf, a, nonzero),
                lambda s: pf.arith(false, first, second, root_, pf.arith(a * (k - w) >= 0, s, no), pf.arith(
                    a * (w - u) > 0, s, ordered)),
                lambda s: pf.arith(false, first, second, root_, pf.arith(-a * (k - w) >= 0, s, no), pf.arith(
                    -a * (w - u) > 0, s, ordered))))  # fmt: skip
            return pf.conflict(pf.both(low, high), clear_)

        return pf.anything(Affine(unit, u, w), pf.decide(a == 0, flat, sloped))

    def upper(*ends: Fact) -> Fact:
        whole = [pf.arith(a * y + c >= 0, *ends) for y in (u, w)]
        return line(a, c, lambda x, inside: up(x, inside, whole, 1))

    def left_up(yes: Fact) -> Fact:
        return pf.decide(a * w + c >= 0, lambda also: upper(yes, also), lambda no: crossing(yes, no))

    def left_down(no: Fact) -> Fact:
        def lower(also: Fact) -> Fact:
            ends = [pf.arith(-1 * (a * y + c) >= 0, no, also) for y in (u, w)]
            return line(term(0), term(0), lambda x, inside: up(x, inside, ends, -1))

        return pf.decide(a * w + c > 0, lambda also: pf.decide(
            a * u + c >= 0, lambda level: upper(level, also), lambda under_: crossing(under_, also)),
            lower)  # fmt: skip

    fact = pf.decide(a * u + c > 0, left_up, left_down)
    return pf.general(a, c, u, w, pf.implication(ordered.formula, pf.implication(clear_.formula, fact)))


def increasing_cuts(pf: Proof, t: Term, p: Term, rising: Fact) -> Fact:
    """t(i) < t(j) for 1 <= i < j <= p - 1."""
    i_ = integer("i")

    def ordered(q: Term) -> Term:
        return implies(q <= p - 1, every(i_, 1, q - 1, t(i_) < t(q)))

    def base() -> Fact:
        return under(pf, term(1) <= p - 1, lambda _: over(pf, 1, term(1) - 1, lambda e, b: pf.anything(
            t(e) < t(1), pf.arith(false, b))))  # fmt: skip

    def step(q: Term, low: Fact, here: Fact) -> Fact:
        def grow(bound: Fact) -> Fact:
            before, last = here.apply(using=[bound]), rising.apply(q, using=[low, bound])
            return over(
                pf,
                1,
                q + 1 - 1,
                lambda e, b: pf.decide(
                    e <= q - 1,
                    lambda yes: pf.arith(t(e) < t(q + 1), before.apply(e, using=[b, yes]), last),
                    lambda no: pf.arith(t(e) < t(q + 1), last, pf.congruent(t, pf.arith(e == q, b, no))),
                ),
            )

        return under(pf, q + 1 <= p - 1, grow)

    return pf.induction("j", 1, ordered, base, step)


def units_at_cuts(pf: Proof, f: Term, p: Term, t: Term, alpha: Term, gamma: Term, two: Fact, data: list[Fact], n: Term,
                  v: Term, a: Term, c: Term, b: Term, some_: Fact, output: Fact) -> Fact:  # fmt: skip
    """exists phi, for 1 <= i <= p - 1: 1 <= phi(i) <= n and kink(phi(i)) = t(i): each cut needs a unit."""
    x, m_, k, last = real("x"), integer("m"), lam(j, -c(j) * (1 / a(j))), n + 1 - 1
    units = lam(j, x, maximum(0, a(j) * x + c(j)))

    def on(u: Term, w: Term, ordered: Fact, free: Fact) -> Fact:
        each = over(pf, 1, n, lambda m, at: unit_without_kink(pf).apply(a(m), c(m), u, w, using=[
            ordered, free.apply(m, using=[at.left, pf.arith(m <= last, at)])]))  # fmt: skip
        return combination(pf, units, v, b, n, pf.arith(n >= 0, some_), u, w, each, f, lambda x: output(x))

    lines = on_intervals(pf, k, last, on)

    def hit(i: Term, m: Term) -> Term:
        return implies(between(1, i, p - 1), conj(between(1, m, n), k(m) == t(i)))

    def found(i: Term) -> Fact:
        goal = exists(m_, hit(i, m_))
        here = exists(m_, conj(between(1, m_, n), k(m_) == t(i)))

        def direct(yes: Fact) -> Fact:
            inner = pf.opened
            m, at = pf.obtain(yes, "m")
            return pf.close(pf.witness(goal, m, pf.implication(hit(i, m).args[0], at)), inner)

        def impossible(no: Fact) -> Fact:
            inside = pf.assume(between(1, i, p - 1))
            apart = over(pf, 1, last, lambda m, at: pf.refute(k(m) == t(i), lambda eq: pf.conflict(
                pf.witness(here, m, pf.both(pf.both(at.left, pf.arith(m <= n, at)), eq)), no)))  # fmt: skip
            wrong = no_kink_elsewhere(pf, f, p, n + 1, t, alpha, gamma, *data[1:], k, lines, pf.arith(
                n + 1 >= 1, some_), i, inside, apart)  # fmt: skip
            return pf.witness(goal, 1, pf.implication(inside.formula, pf.anything(hit(i, term(1)).args[1], wrong)))

        return pf.decide(here, direct, impossible)

    e = pf.fresh("i", "int")
    return pf.choose(pf.general(e, found(e)), "phi")


def different_units(pf: Proof, t: Term, p: Term, kink: Term, phi: Term, chosen: Fact, monotone: Fact) -> Fact:
    """phi(i) != phi(j) for 1 <= i < j <= p - 1."""
    e, q = pf.fresh("i", "int"), pf.fresh("j", "int")
    pair = pf.assume(conj(e >= 1, e < q, q <= p - 1))
    at_e, at_q = (chosen(y).apply(using=[pair]).split()[2] for y in (e, q))
    less = monotone.apply(q, e, using=[pair])
    apart = pf.refute(phi(e) == phi(q), lambda eq: pf.arith(false, pf.congruent(kink, eq), at_e, at_q, less))
    return pf.general(e, q, pf.implication(pair.formula, apart))


class Sides:
    """A network of p - 1 units that computes f with p pieces: each unit has its kink at one cut, each cut one unit."""

    def __init__(self, pf: Proof, f: Term, p: Term, t: Term, alpha: Term, two: Fact, data: list[Fact], v: Term, a: Term,
                 c: Term, b: Term, output: Fact, monotone: Fact, phi: Term, chosen: Fact) -> None:  # fmt: skip
        self.pf, self.f, self.p, self.t, self.alpha, self.two, self.data = pf, f, p, t, alpha, two, data
        self.v, self.a, self.c, self.b, self.output = v, a, c, b, output
        self.kink = lam(j, -c(j) * (1 / a(j)))
        self.monotone, self.phi, self.chosen = monotone, phi, chosen

    def below(self, e: Term, q: Term, *facts: Fact) -> Fact:
        """t(e) <= t(q), for 1 <= e <= q <= p - 1 by the facts."""
        pf, t = self.pf, self.t
        return pf.decide(
            e <= q - 1, lambda yes: pf.arith(t(e) <= t(q), self.monotone.apply(q, e, using=[*facts, yes])),
            lambda no: pf.arith(t(e) <= t(q), pf.congruent(t, pf.arith(e == q, *facts, no))))  # fmt: skip

    def unit_affine(self, m: Term, u: Term, w: Term, ordered: Fact, clear_: Fact) -> Fact:
        """Affine(max(0, a(m) x + c(m)), u, w), for u < w and not u < kink(m) < w."""
        return unit_without_kink(self.pf).apply(self.a(m), self.c(m), u, w, using=[ordered, clear_])

    def at(self, e: Term, *bounds: Fact) -> list[Fact]:
        """1 <= phi(e), phi(e) <= p - 1, kink(phi(e)) = t(e)."""
        return self.chosen(e).apply(using=bounds).split()

    def cut_of(self, m: Term, bounds: Fact) -> Fact:
        """exists i, 1 <= i <= p - 1 and phi(i) = m: every unit has its kink at a cut, since there are no more units
        than cuts."""
        pf, phi, N, e_ = self.pf, self.phi, self.p - 1, integer("i")
        goal = exists(e_, conj(between(1, e_, N), phi(e_) == m))

        def missed(no: Fact) -> Fact:
            other = lam(e_, where(phi(e_) == N, m, phi(e_)))

            def avoided(e: Term, at: Fact) -> Fact:
                return pf.refute(phi(e) == m, lambda eq: pf.conflict(pf.witness(goal, e, pf.both(at, eq)), no))

            def place(e: Term, at: Fact) -> Fact:
                low, high, _ = self.at(e, at)
                wanted = conj(other(e) >= 1, other(e) <= N - 1)

                def last(yes: Fact) -> Fact:
                    value = pf.lemma("if_true", *other(e).args, using=[yes])
                    less = pf.absurd(m <= N - 1, lambda more: pf.conflict(
                        pf.arith(phi(e) == m, yes, pf.arith(m == N, more, bounds)), avoided(e, at)))  # fmt: skip
                    return pf.both(pf.arith(other(e) >= 1, value, bounds), pf.arith(other(e) <= N - 1, value, less))

                def before(off: Fact) -> Fact:
                    value = pf.lemma("if_false", *other(e).args, using=[off])
                    less = pf.absurd(phi(e) <= N - 1, lambda no: pf.conflict(pf.arith(phi(e) == N, no, high), off))
                    return pf.both(pf.arith(other(e) >= 1, value, low), pf.arith(other(e) <= N - 1, value, less))

                return pf.prove(wanted, pf.decide(phi(e) == N, last, before))

            e, q = pf.fresh("i", "int"), pf.fresh("j", "int")
            pair = pf.assume(conj(e >= 1, e < q, q <= N))
            at_e, at_q = pf.both(pf.arith(e >= 1, pair), pf.arith(e <= N, pair)), pf.both(
                pf.arith(q >= 1, pair), pf.arith(q <= N, pair))  # fmt: skip

            def different(eq: Fact) -> Fact:
                """From phi(e) = phi(q)."""
                return pf.arith(false, pf.arith(self.t(e) == self.t(q), pf.congruent(self.kink, eq), self.at(
                    e, at_e)[2], self.at(q, at_q)[2]), self.monotone.apply(q, e, using=[pair]))  # fmt: skip

            def clash(eq: Fact) -> Fact:
                def one(first: bool, second: bool, facts: list[Fact]) -> Fact:
                    values = [pf.lemma("if_true" if yes else "if_false", *other(z).args, using=[fact])
                              for z, yes, fact in ((e, first, facts[0]), (q, second, facts[1]))]  # fmt: skip
                    if first and second:
                        return different(pf.arith(phi(e) == phi(q), *facts))
                    if first:
                        return pf.conflict(pf.arith(phi(q) == m, *values, eq), avoided(q, at_q))
                    if second:
                        return pf.conflict(pf.arith(phi(e) == m, *values, eq), avoided(e, at_e))
                    return different(pf.arith(phi(e) == phi(q), *values, eq))

                return pf.decide(
                    phi(e) == N,
                    lambda y: pf.decide(phi(q) == N, lambda z: one(True, True, [y, z]),
                                        lambda z: one(True, False, [y, z])),
                    lambda y: pf.decide(phi(q) == N, lambda z: one(False, True, [y, z]),
                                        lambda z: one(False, False, [y, z])))  # fmt: skip

            injective = pf.general(e, q, pf.implication(pair.formula, pf.refute(other(e) == other(q), clash)))
            counted = pf.lemma("pigeonhole", other, N, N - 1, using=[
                pf.arith(N - 1 >= 0, self.two), over(pf, 1, N, place), injective])  # fmt: skip
            return pf.arith(false, counted)

        return pf.absurd(goal, missed)

    def changes(self, goal: Term) -> Fact:
        """The units that open to the left make up the slope on the left."""
        pf, f, p, t, alpha, a, c, v = self.pf, self.f, self.p, self.t, self.alpha, self.a, self.c, self.v
        N, x, two, phi, k = self.p - 1, real("x"), self.two, self.phi, self.kink
        unit = lam(j, x, maximum(0, a(j) * x + c(j)))
        left = lam(j, x, where(a(j) < 0, maximum(0, a(j) * x + c(j)), 0))
        right = lam(j, x, where(a(j) < 0, 0, maximum(0, a(j) * x + c(j))))
        L = lam(x, term(0) + total(j, 1, N, v(j) * left(j)(x)))
        R = lam(x, self.b + total(j, 1, N, v(j) * right(j)(x)))
        count, nonempty = pf.arith(N >= 0, two), pf.arith(1 <= N + 1, two)
        T = lam(i, where(i <= 0, t(1) - 1, where(i >= p, t(N) + 1, t(i))))
        cuts_owner = over(pf, 1, N, lambda m, at: self.cut_of(m, at), "m")

        def choice(m: Term, opens: Fact, negative: bool, x: Term) -> list[Fact]:
            rule = "if_true" if negative else "if_false"
            return [pf.lemma(rule, *g(m)(x).args, using=[opens]) for g in (left, right)]

        def prove_summed(x: Term) -> Fact:
            """f(x) = L(x) + R(x)."""
            g, h, both = lam(j, v(j) * left(j)(x)), lam(j, v(j) * right(j)(x)), lam(j, v(j) * unit(j)(x))
            joined_ = lam(j, 1 * g(j) + 1 * h(j))
            same_ = equal_sums(
                pf,
                term(1),
                N,
                both,
                joined_,
                lambda m, *_: pf.decide(
                    a(m) < 0,
                    lambda yes: pf.arith(both(m) == joined_(m), *choice(m, yes, True, x), multipliers=[v(m)]),
                    lambda no: pf.arith(both(m) == joined_(m), *choice(m, no, False, x), multipliers=[v(m)]),
                ),
            )
            linear = sums_linear(pf).apply(1, N, g, h, 1, 1, using=[nonempty])
            return pf.arith(f(x) == L(x) + R(x), self.output(x), same_, linear)

        y0 = pf.fresh("x", "real")
        summed = pf.general(y0, prove_summed(y0))

        def node(e: Term, *bounds: Fact) -> Fact:
            """T(e) = t(e) for 1 <= e <= p - 1."""
            first = pf.lemma("if_false", *T(e).args, using=[pf.arith(negation(e <= 0), *bounds)])
            second = pf.lemma("if_false", *T(e).args[2].args, using=[pf.arith(negation(e >= p), *bounds)])
            return pf.arith(T(e) == t(e), first, second)

        def start(e: Term, zero: Fact) -> Fact:
            return pf.arith(T(e) == t(1) - 1, pf.lemma("if_true", *T(e).args, using=[pf.arith(e <= 0, zero)]))

        def end(e: Term, is_p: Fact) -> Fact:
            first = pf.lemma("if_false", *T(e).args, using=[pf.arith(negation(e <= 0), is_p, two)])
            second = pf.lemma("if_true", *T(e).args[2].args, using=[pf.arith(e >= p, is_p)])
            return pf.arith(T(e) == t(N) + 1, first, second)

        def prove_before(e: Term, at: Fact) -> list[Fact]:
            """T(e - 1) < t(e), and every cut left of t(e) is at most T(e - 1): for 1 <= e <= p - 1."""
            goal_ = conj(T(e - 1) < t(e), every(integer("q"), 1, e - 1, t(integer("q")) <= T(e - 1)))

            def first(yes: Fact) -> Fact:
                one = pf.congruent(t, pf.arith(e == 1, yes, at))
                less = pf.arith(T(e - 1) < t(e), start(e - 1, yes), one)
                return pf.both(less, over(pf, 1, e - 1, lambda q, b: pf.anything(
                    t(q) <= T(e - 1), pf.arith(false, b, yes)), "q"))  # fmt: skip

            def later(no: Fact) -> Fact:
                value = node(e - 1, at, no)
                rise = self.monotone.apply(e, e - 1, using=[at, no])
                return pf.both(pf.arith(T(e - 1) < t(e), value, rise), over(pf, 1, e - 1, lambda q, b: pf.arith(
                    t(q) <= T(e - 1), value, self.below(q, e - 1, b, at, no)), "q"))  # fmt: skip

            return pf.prove(goal_, pf.decide(e <= 1, first, later)).split()

        gaps = over(pf, 1, N, lambda e, at: pf.both(*prove_before(e, at)))

        def before(e: Term, at: Fact) -> list[Fact]:
            both = gaps.apply(e, using=[at])
            return [both.left, both.right]

        def prove_after(e: Term, at: Fact) -> list[Fact]:
            """t(e) < T(e + 1), and every cut right of t(e) is at least T(e + 1)."""
            goal_ = conj(t(e) < T(e + 1), every(integer("q"), e + 1, N, t(integer("q")) >= T(e + 1)))

            def last(yes: Fact) -> Fact:
                one = pf.congruent(t, pf.arith(e == N, yes, at))
                less = pf.arith(t(e) < T(e + 1), end(e + 1, yes), one)
                return pf.both(less, over(pf, e + 1, N, lambda q, b: pf.anything(
                    t(q) >= T(e + 1), pf.arith(false, b, yes)), "q"))  # fmt: skip

            def sooner(no: Fact) -> Fact:
                value = node(e + 1, at, no)
                rise = self.monotone.apply(e + 1, e, using=[at, no])
                return pf.both(pf.arith(t(e) < T(e + 1), value, rise), over(pf, e + 1, N, lambda q, b: pf.arith(
                    t(q) >= T(e + 1), value, self.below(e + 1, q, b, at, no)), "q"))  # fmt: skip

            return pf.prove(goal_, pf.decide(e >= N, last, sooner)).split()

        room = over(pf, 1, N, lambda e, at: pf.both(*prove_after(e, at)))

        def after(e: Term, at: Fact) -> list[Fact]:
            both = room.apply(e, using=[at])
            return [both.left, both.right]

        def chord(e: Term) -> Term:
            return (L(T(e)) - L(T(e - 1))) * (1 / (T(e) - T(e - 1)))

        z = integer("z")
        at_p = pf.ring(N + 1, p)
        first_cut, last_cut = pf.both(pf.arith(term(1) >= 1), pf.arith(1 <= N, two)), pf.both(
            pf.arith(N >= 1, two), pf.arith(N <= N))  # fmt: skip

        def prove_order(e: Term, low: Fact, high: Fact) -> Fact:
            def inner(yes: Fact) -> Fact:
                at = pf.both(low, yes)
                return pf.arith(T(e - 1) < T(e), node(e, at), before(e, at)[0])

            def outer(no: Fact) -> Fact:
                is_p = pf.arith(e == p, no, high)
                both = pf.congruent(lam(z, T(z)), is_p), pf.congruent(lam(z, T(z - 1)), is_p)
                return pf.arith(T(e - 1) < T(e), *both, end(p, pf.ring(p, p)), node(N, last_cut))

            return pf.decide(e <= N, inner, outer)

        ordered = over(pf, 1, p, lambda e, at: prove_order(e, at.left, at.right))

        def order(e: Term, *bounds: Fact) -> Fact:
            """T(e-1) < T(e), for 1 <= e <= p."""
            return ordered.apply(e, using=bounds)

        def prove_on_piece(e: Term, low: Fact, high: Fact) -> Fact:
            """f(T(e)) - f(T(e-1)) = alpha(e) (T(e) - T(e-1))."""
            line, rise = self.data[3].apply(e, using=[low, high]), order(e, low, high)
            values = []
            for y in (T(e), T(e - 1)):
                sides = line(y).formula.args[0], line(y).formula.args[1].args[0]
                one = pf.decide(
                    e == 1,
                    lambda yes, g=sides[0]: pf.or_intro(g, yes),
                    lambda no, g=sides[0], y=y: pf.or_intro(
                        g,
                        pf.arith(
                            t(e - 1) <= y,
                            rise,
                            node(
                                e - 1,
                                pf.arith(
                                    e - 1 >= 1,
                                    low,
                                    pf.absurd(e >= 2, lambda less: pf.conflict(pf.arith(e == 1, less, low), no)),
                                ),
                                high,
                            ),
                        ),
                    ),
                )
                other = pf.decide(
                    e <= N, lambda yes, g=sides[1], y=y: pf.or_intro(g, pf.arith(y <= t(e), rise, node(e, low, yes))),
                    lambda no, g=sides[1]: pf.or_intro(g, pf.arith(e == p, no, high)))  # fmt: skip
                values.append(pf.modus_ponens(pf.modus_ponens(line(y), one), other))
            return pf.arith(f(T(e)) - f(T(e - 1)) == alpha(e) * (T(e) - T(e - 1)), *values)

        slopes = over(pf, 1, p, lambda e, at: prove_on_piece(e, at.left, at.right))

        def on_piece(e: Term, *bounds: Fact) -> Fact:
            return slopes.apply(e, using=bounds)

        def is_chord(e: Term, s: Term, rise: Fact, difference: Fact) -> Fact:
            """chord(e) = s from L(T(e)) - L(T(e-1)) = s (T(e) - T(e-1))."""
            inverse = pf.lemma("inverse", T(e) - T(e - 1), using=[pf.arith(negation(T(e) - T(e - 1) == 0), rise)])
            return pf.arith(chord(e) == s, difference, inverse, multipliers=[1 / (T(e) - T(e - 1)), s])

        def straight(e: Term, at: Fact, side: Term, bias: Term, total_: Term, negative: bool, opens: Fact) -> Fact:
            """The sum of one side is affine on [T(e-1), T(e+1)]: the unit at t(e) is on the other (``opens``)."""
            u, w = T(e - 1), T(e + 1)
            ahead, behind = before(e, at), after(e, at)
            ordered = pf.arith(u < w, ahead[0], behind[0])

            def each(m: Term, place: Fact) -> Fact:
                def own(sign: Fact) -> Fact:
                    """A unit of this side."""
                    mark = pf.opened
                    q, found = pf.obtain(cuts_owner.apply(m, using=[place]), "i")
                    kink_at = pf.arith(k(m) == t(q), pf.congruent(k, found.right), self.at(q, found.left)[2])
                    goal_ = negation(conj(u < k(m), k(m) < w))

                    def here(no_left: Fact, no_right: Fact) -> Fact:
                        same_ = pf.arith(q == e, no_left, no_right)
                        moved = pf.congruent(lam(z, a(phi(z))), same_)
                        unit_ = pf.congruent(a, found.right)
                        return pf.anything(goal_, pf.arith(false, moved, unit_, sign, opens))

                    free = pf.decide(
                        q <= e - 1, lambda yes: pf.refute(conj(u < k(m), k(m) < w), lambda bad: pf.arith(
                            false, bad, kink_at, ahead[1].apply(q, using=[found.left, yes]))),
                        lambda no: pf.decide(
                            q >= e + 1, lambda yes: pf.refute(conj(u < k(m), k(m) < w), lambda bad: pf.arith(
                                false, bad, kink_at, behind[1].apply(q, using=[found.left, yes]))),
                            lambda also: here(no, also)))  # fmt: skip
                    line = self.unit_affine(m, u, w, ordered, free)
                    al, be, known = pf.obtain(pf.open_definition(line), "alpha", "beta")
                    shown = affine(
                        pf,
                        side(m),
                        u,
                        w,
                        al,
                        be,
                        lambda x, inside: pf.arith(
                            side(m)(x) == al * x + be, known.apply(x, using=[inside]), *choice(m, sign, negative, x)
                        ),
                    )
                    return pf.close(shown, mark)

                def others(sign: Fact) -> Fact:
                    return affine(pf, side(m), u, w, term(0), term(0), lambda x, inside: pf.arith(
                        side(m)(x) == 0 * x + 0, *choice(m, sign, not negative, x)))  # fmt: skip

                return pf.decide(a(m) < 0, own if negative else others, others if negative else own)

            return combination(pf, side, v, bias, N, count, u, w, over(pf, 1, N, each, "m"), total_, lambda x: pf.ring(
                total_(x), bias + total(j, 1, N, v(j) * side(j)(x))))  # fmt: skip

        S = lam(j, a(phi(j)) < 0)
        change = lam(j, where(S(j), alpha(j + 1) - alpha(j), 0))

        def turn(e: Term, at: Fact) -> Fact:
            """change(e) = chord(e + 1) - chord(e)."""
            low, high = pf.arith(e >= 1, at), pf.arith(e <= p, at)
            rises = order(e, low, high), order(e + 1, pf.arith(e + 1 >= 1, at), pf.arith(e + 1 <= p, at))
            spelled = pf.congruent(lam(z, T(z)), pf.ring(e + 1 - 1, e)), pf.congruent(lam(z, L(T(z))), pf.ring(
                e + 1 - 1, e))  # fmt: skip
            goal_ = change(e) == chord(e + 1) - chord(e)

            def lines(fact: Fact) -> tuple[Term, list[Fact]]:
                al, _, known = pf.obtain(pf.open_definition(fact), "alpha", "beta")
                return al, [known.apply(y, using=[pf.both(pf.arith(T(e - 1) <= y, *rises, spelled[0]), pf.arith(
                    y <= T(e + 1), *rises, spelled[0]))]) for y in (T(e - 1), T(e), T(e + 1))]  # fmt: skip

            def opens_left(yes: Fact) -> Fact:
                mark = pf.opened
                al, values = lines(straight(e, at, right, self.b, R, False, yes))
                parts = [summed(y) for y in (T(e - 1), T(e), T(e + 1))]
                whole_ = on_piece(e, low, high), on_piece(e + 1, pf.arith(e + 1 >= 1, at), pf.arith(e + 1 <= p, at))
                f_same = pf.congruent(lam(z, f(T(z))), pf.ring(e + 1 - 1, e))
                one = is_chord(
                    e,
                    alpha(e) - al,
                    rises[0],
                    pf.arith(
                        L(T(e)) - L(T(e - 1)) == (alpha(e) - al) * (T(e) - T(e - 1)), *values[:2], *parts[:2], whole_[0]
                    ),
                )
                two_ = is_chord(e + 1, alpha(e + 1) - al, rises[1], pf.arith(
                    L(T(e + 1)) - L(T(e + 1 - 1)) == (alpha(e + 1) - al) * (T(e + 1) - T(e + 1 - 1)), *values[1:],
                    *parts[1:], whole_[1], f_same, *spelled, multipliers=[al, alpha(e + 1)]))  # fmt: skip
                value = pf.lemma("if_true", *change(e).args, using=[yes])
                return pf.close(pf.arith(goal_, value, one, two_), mark)

            def opens_right(no: Fact) -> Fact:
                mark = pf.opened
                al, values = lines(straight(e, at, left, term(0), L, True, no))
                one = is_chord(e, al, rises[0], pf.arith(
                    L(T(e)) - L(T(e - 1)) == al * (T(e) - T(e - 1)), *values[:2]))  # fmt: skip
                two_ = is_chord(e + 1, al, rises[1], pf.arith(
                    L(T(e + 1)) - L(T(e + 1 - 1)) == al * (T(e + 1) - T(e + 1 - 1)), *values[1:], *spelled,
                    multipliers=[al]))  # fmt: skip
                value = pf.lemma("if_false", *change(e).args, using=[no])
                return pf.close(pf.arith(goal_, value, one, two_), mark)

            return pf.decide(S(e), opens_left, opens_right)

        def dark(m: Term, place: Fact, x: Term, way: int, sign: Fact, beyond: Callable[[Term, Fact], Fact]) -> Fact:
            """max(0, a(m) x + c(m)) = 0, for way a(m) > 0 where x is not beyond the kink."""
            mark = pf.opened
            q, found = pf.obtain(cuts_owner.apply(m, using=[place]), "i")
            kink_at = pf.arith(k(m) == t(q), pf.congruent(k, found.right), self.at(q, found.left)[2])
            away = beyond(q, found.left)
            inverse = pf.lemma("inverse", a(m), using=[pf.arith(negation(a(m) == 0), sign)])
            root_ = pf.arith(a(m) * k(m) + c(m) == 0, inverse, multipliers=[c(m)])
            gap_ = pf.arith(way * (k(m) - x) >= 0, kink_at, away)
            below_ = pf.arith(a(m) * x + c(m) <= 0, root_, pf.arith(way * a(m) * (way * (k(m) - x)) >= 0, gap_, sign))
            act = pf.by_cases(pf.lemma("max", 0, a(m) * x + c(m)), *[lambda fact: pf.arith(
                maximum(0, a(m) * x + c(m)) == 0, fact, below_)] * 2)  # fmt: skip
            return pf.close(act, mark)

        def no_left(x: Term, right_of: Fact) -> Fact:
            """L(x) = 0 for x >= t(p - 1)."""
            summand = lam(j, v(j) * left(j)(x))
            zero = lam(j, term(0))

            def each(m: Term, low: Fact, high: Fact) -> Fact:
                place = pf.both(low, high)
                return pf.decide(
                    a(m) < 0,
                    lambda yes: pf.arith(
                        summand(m) == 0,
                        *choice(m, yes, True, x),
                        dark(m, place, x, -1, yes, lambda q, at: pf.arith(t(q) <= x, right_of, self.below(q, N, at))),
                        multipliers=[v(m)],
                    ),
                    lambda no: pf.arith(summand(m) == 0, *choice(m, no, False, x), multipliers=[v(m)]),
                )

            same_ = equal_sums(pf, term(1), N, summand, zero, each)
            return pf.arith(L(x) == 0, same_, sum_of_constants(pf).apply(1, N, 0, using=[nonempty]))

        def level_right() -> Fact:
            """R(T(1)) = R(T(0))."""
            e, u, w = term(1), T(term(1) - 1), T(1)
            start_, node_ = start(term(1) - 1, pf.arith(term(1) - 1 <= 0)), node(e, first_cut)
            near_ = {0: pf.arith(u <= t(1), start_), 1: pf.arith(w <= t(1), node_)}
            g, h = lam(j, v(j) * right(j)(w)), lam(j, v(j) * right(j)(u))

            def each(m: Term, low: Fact, high: Fact) -> Fact:
                place, goal_ = pf.both(low, high), g(m) == h(m)

                def other(no: Fact) -> Fact:
                    chosen = [fact for y in (u, w) for fact in choice(m, no, False, y)]

                    def flat(zero: Fact) -> Fact:
                        y = real("y")
                        same_ = pf.congruent(lam(y, maximum(0, y)), pf.arith(
                            a(m) * u + c(m) == a(m) * w + c(m), zero, multipliers=[u, w]))  # fmt: skip
                        return pf.arith(goal_, *chosen, same_, multipliers=[v(m)])

                    def up(nonzero: Fact) -> Fact:
                        sign = pf.by_cases(sign_of(pf, a(m), nonzero), *[lambda s: pf.arith(a(m) > 0, s, no)] * 2)
                        dim = [dark(m, place, y, 1, sign, lambda q, at, n_=n_: pf.arith(
                            t(q) >= near_[n_].formula.args[0], near_[n_], self.below(term(1), q, at)))
                            for n_, y in enumerate((u, w))]  # fmt: skip
                        return pf.arith(goal_, *chosen, *dim, multipliers=[v(m)])

                    return pf.decide(a(m) == 0, flat, up)

                return pf.decide(
                    a(m) < 0,
                    lambda yes: pf.arith(
                        goal_, *[fact for y in (u, w) for fact in choice(m, yes, True, y)], multipliers=[v(m)]
                    ),
                    other,
                )

            return pf.arith(R(w) == R(u), equal_sums(pf, term(1), N, g, h, each))

        low_one, high_one = pf.arith(term(1) >= 1), pf.arith(1 <= p, two)
        low_p, high_p = pf.arith(p >= 1, two), pf.arith(p <= p)
        steep = is_chord(term(1), alpha(1), order(term(1), low_one, high_one), pf.arith(
            L(T(1)) - L(T(term(1) - 1)) == alpha(1) * (T(1) - T(term(1) - 1)), on_piece(term(1), low_one, high_one),
            summed(T(1)), summed(T(term(1) - 1)), level_right()))  # fmt: skip
        ends_ = end(p, pf.ring(p, p)), node(N, last_cut)
        flat_end = is_chord(p, term(0), order(p, low_p, high_p), pf.arith(
            L(T(p)) - L(T(p - 1)) == 0 * (T(p) - T(p - 1)), no_left(T(p), pf.arith(T(p) >= t(N), ends_[0])),
            no_left(T(N), pf.arith(T(N) >= t(N), ends_[1]))))  # fmt: skip

        def claim(q: Term) -> Term:
            return implies(q <= N, total(j, 1, q, change(j)) == chord(q + 1) - chord(term(1)))

        def step(q: Term, low: Fact, here: Fact) -> Fact:
            return under(pf, q + 1 <= N, lambda b: pf.arith(
                claim(q + 1).args[1], here.apply(using=[b]), pf.lemma("sum_step", 1, q, change, using=[low]),
                turn(q + 1, pf.both(pf.arith(q + 1 >= 1, low), b))))  # fmt: skip

        base = under(pf, term(0) <= N, lambda _: pf.arith(claim(term(0)).args[1], pf.lemma(
            "sum_empty", 1, 0, change), pf.congruent(lam(z, chord(z)), pf.ring(term(0) + 1, 1))))  # fmt: skip
        summed_up = pf.induction("q", 0, claim, base, step).apply(N, using=[count, pf.arith(N <= N)])
        made = pf.arith(total(j, 1, N, change(j)) == -alpha(1), summed_up, pf.congruent(lam(z, chord(z)), at_p), steep,
                        flat_end)  # fmt: skip
        return pf.witness(goal, S, made)


def sign_of(pf: Proof, e: Term, nonzero: Fact) -> Fact:
    """e > 0 or e < 0, for e != 0."""
    goal = either(e > 0, e < 0)
    return pf.decide(e > 0, lambda yes: pf.or_intro(goal, yes), lambda no: pf.or_intro(goal, pf.absurd(
        e < 0, lambda also: pf.conflict(pf.arith(
            e == 0, no, also), nonzero))))  # fmt: skip


@least.satisfied(exact_size)
def the_bend(pf: Proof, formula: Term) -> Fact:
    """f(x) = max(0, x), one cut at 0."""
    y = pf.fresh("x", "real")
    bend, none, slopes = lam(y, maximum(0, y)), lam(j, term(0) * j), lam(j, j - 1)

    def line(e: Term, at: Fact) -> Fact:
        goal = bend(y) == slopes(e) * y + none(e)
        sides = either(e == 1, none(e - 1) <= y), either(e == 2, y <= none(e))
        given = [pf.assume(side) for side in sides]
        act = pf.lemma("max", 0, y)

        def first(is_one: Fact) -> Fact:
            low = pf.by_cases(given[1], lambda f: pf.anything(y <= 0, pf.arith(false, f, is_one)),
                              lambda f: pf.arith(y <= 0, f))  # fmt: skip
            return pf.by_cases(act, *[lambda f: pf.arith(goal, f, low, is_one, multipliers=[y])] * 2)

        def second(no: Fact) -> Fact:
            is_two = pf.arith(e == 2, no, at)
            low = pf.by_cases(given[0], lambda f: pf.anything(y >= 0, pf.arith(false, f, is_two)),
                              lambda f: pf.arith(y >= 0, f))  # fmt: skip
            return pf.by_cases(act, *[lambda f: pf.arith(goal, f, low, is_two, multipliers=[y])] * 2)

        fact = pf.decide(e <= 1, lambda yes: first(pf.arith(e == 1, yes, at)), second)
        return pf.general(y, pf.implication(sides[0], pf.implication(sides[1], fact)))

    return pf.exhibit(
        formula, [bend, 2, none, slopes, none],
        over(pf, 1, term(2) - 2, lambda e, b: pf.anything(none(e) < none(e + 1), pf.arith(false, b))),
        over(pf, 1, term(2) - 1, lambda e, b: pf.refute(slopes(e) == slopes(e + 1), lambda eq: pf.arith(false, eq))),
        over(pf, 1, term(2), line))  # fmt: skip


@least.instances
def three_pieces(rng, count):
    """f(0) = 0, cuts 0 and 1, slopes s, s + d_1, s + d_1 + d_2; size is 2 if f is computed by two units, one with its
    kink at each cut, open to the left or to the right: tried out at four points, which decide."""
    s, d, e = rng.integers(-3, 4, size=(3, count))
    x = np.array([-1, 0, 1, 2])[:, None]
    f = s * x + d * np.maximum(0, x) + e * np.maximum(0, x - 1)
    found = np.zeros(count, dtype=bool)
    for one in (-1, 1):
        for two in (-1, 1):
            net = d * np.maximum(0, one * x) + e * np.maximum(0, two * (x - 1))
            found |= (f - f[1] == net - net[1]).all(axis=0)
    return {"s": s * 1.0, "d_1": d * 1.0, "d_2": e * 1.0, "size": np.where(found, 2.0, 3.0)}


bends = conj(negation(d1 == 0), negation(d2 == 0))
least.mutant("only a flat end saves a unit", exact_size, implies(bends, iff(
    integer("size") <= 2, either(s0 == 0, s0 + d1 + d2 == 0))))  # fmt: skip
least.mutant("two always suffice", exact_size, implies(bends, integer("size") <= 2))
