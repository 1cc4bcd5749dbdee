"""Section 2.2: the maximum of n + 1 numbers takes depth ceil(log2(n + 1)) + 1, one more than printed; networks of four
gates are as close to the indicator of an interval as wanted, with error 2 delta / (q + 1); for p >= 2 pieces, p - 1
units suffice if and only if minus the slope on the left is a sum of changes of slope, and p always do.
"""

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over
from numerics.sampling import dyadic
from numerics.terms import (
    Term,
    absolute,
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
from theorems.mukherjee2020.least_units import Sides, different_units, increasing_cuts, turned, units_at_cuts
from theorems.mukherjee2020.maxima import ceil_log2, logarithms_defined, no_layers, of_many, rounds
from theorems.mukherjee2020.networks import hinge_expansion
from theorems.mukherjee2020.pwl import Pieces

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
