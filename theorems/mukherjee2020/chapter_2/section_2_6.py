"""Section 2.6, the collapse of gates: bits are left over, "removable iff" fails at zero, eta is as claimed; its last
lines misplace a factor log(n/2) and print 2/(2 - delta) for 2/(1 - 2 delta)."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from numerics.andreev import andreev_shape
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, power_of_exp
from numerics.restriction import not_forced_counts
from numerics.sampling import integers
from numerics.sums import empty_sum, equal_sums, longer_sum, once, sum_of_constants
from numerics.terms import (
    TABLE,
    Term,
    conj,
    either,
    exists,
    exp,
    false,
    floor,
    forall,
    function,
    iff,
    implies,
    instance_of,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    sqrt,
    term,
    total,
)
from theorems.claim import Claim
from theorems.mukherjee2020.andreev import Bits, Columns, HalfLog
from theorems.mukherjee2020.boolean import power_positive, power_sum, powers_defined
from theorems.mukherjee2020.chapter_2.lemma_2_6_1 import bounds
from theorems.mukherjee2020.circuit_counts import circuits_counted, computed, count
from theorems.mukherjee2020.digits import powers_defined as several_powers_defined
from theorems.mukherjee2020.logarithms import log2, positive, positive_log2, positives_defined, power, weak_exp
from theorems.mukherjee2020.restrictions import EqualParts, Unforced

# The bijection.

bijection = Claim(
    "mukherjee2020", "claim", "", slug="andreev_bijection", section="2.6", family="boolean_circuits",
    title="bijection of the input spaces", uses=["definition_10"],
    statement=r"""For $n \ge 4$ and $L = \lfloor\log_2(n/2)\rfloor$ there is a bijection from $\{0, 1\}^n$ to the inputs
    of $A_n$, which are $\lfloor n/2\rfloor$ bits and an $L \times \lfloor\frac n{2L}\rfloor$ matrix of bits.
    (Between finite sets there is one exactly if the numbers of elements, $2^n$ and
    $2^{\lfloor n/2\rfloor + L\lfloor n/(2L)\rfloor}$, are equal.)""",
)  # fmt: skip

n, L = integer("n"), integer("L")
used = floor(n / 2) + L * Columns(n, L)
shape = conj(L >= 1, HalfLog(n, L))  # L >= 1 says that n >= 4
rows, columns = real("L"), real("c")
filled_ = floor(n / 2) + rows * columns

bijection_printed = bijection.variant(
    "printed", forall(n, L, implies(shape, 2**n == 2**used)), expect="refuted",
    why="Bits are left over when n is odd or L does not divide n/2, the latter also for n = 16, a power of two, as the "
        "proof assumes.",
    counterexample="n = 5: L = 1, so that A_5 has 2 + 1*2 = 4 input bits. n = 16: L = 3, and A_16 has 8 + 3*2 = 14.",
    observed=n == filled_,
)  # fmt: skip
bijection_repaired = bijection.variant(
    "repaired", forall(n, L, implies(shape, conj(
        used <= n, n <= used + L, iff(2**n == 2**used, conj(2 * floor(n / 2) == n, 2 * L * Columns(n, L) == n))))),
    expect="proved",
    why="At most L bits are left over, and none exactly if n is even and L divides n/2. Left-over bits may be ignored: "
        "what is claimed for random inputs and restrictions is not affected.",
    observed=conj(filled_ <= n, n <= filled_ + rows),
)  # fmt: skip


@bijection.refute(bijection_printed)
def at_five(p: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        there = claimed(5, 1)
        premise, conclusion = there.formula.args
        known = p.restate(p.compute(Term(TABLE.unfold(premise.index))), premise)
        different = p.compute(Term(TABLE.unfold(negation(conclusion).index)))
        return p.conflict(p.unfold(p.modus_ponens(there, known)), different)

    return p.refute(goal, wrong)


@once
def powers_differ(p: Proof) -> Fact:
    """forall a >= 0, e >= 0: if 2^(a + e) = 2^a then e = 0."""
    a = p.fresh("a", "int")
    low = p.assume(a >= 0)
    size = power_positive(p).apply(a, using=[low])

    def step(e: Term, above: Fact, here: Fact) -> Fact:
        power = p.lemma("power_step", 2, e, using=[above])
        return p.arith(2 ** (e + 1) >= e + 1 + 1, power, here, above)

    large = p.induction(
        "e", 0, lambda e: 2**e >= e + 1, p.arith(term(2) ** 0 >= term(0) + 1, p.lemma("power_zero", 2)), step
    )
    e = p.fresh("e", "int")
    above, equal = p.assume(e >= 0), p.assume(2 ** (a + e) == 2**a)
    product = power_sum(p).apply(e, a, using=[low, above])
    more = p.arith(2**a * 2**e >= 2**a * (e + 1), large.apply(e, using=[above]), size)
    none = p.arith(2**a * e <= 0, product, equal, more)
    shown = p.arith(e == 0, above, p.arith(e <= 0, none, size, above))
    return p.general(a, p.implication(low.formula, p.general(e, p.implication(
        above.formula, p.implication(equal.formula, shown)))))  # fmt: skip


def widths(p: Proof, n: Term, L: Term, row: Fact, positive: Fact) -> list[Fact]:
    """floor(n/2) <= n/2 < floor(n/2) + 1, L c <= n/2 < L c + L, and 0 <= the number of input bits."""
    half, columns = p.lemma("floor", n / 2), p.lemma("floor", n / (2 * L))
    inverse = p.lemma("inverse", 2 * L, using=[p.arith(negation(2 * L == 0), row)])
    c, share = Columns(n, L), n / (2 * L)
    exact = p.arith(L * share == n / 2, inverse, multipliers=[n / 2])
    natural = p.arith(c >= 0, columns.right, p.arith(share >= 0, positive, p.arith(1 / (2 * L) > 0, inverse, row)))
    return [*half.split(), p.arith(L * c <= n / 2, p.arith(L * c <= L * share, columns.left, row), exact),
            p.arith(n / 2 < L * c + L, p.arith(L * share < L * (c + 1), columns.right, row), exact),
            p.arith(floor(n / 2) + L * c >= 0, p.arith(L * c >= 0, natural, row), p.arith(
                floor(n / 2) >= 0, half.right, positive))]  # fmt: skip


def positive_size(p: Proof, L: Term, least: Fact, row: Fact) -> Fact:
    """n >= 1, from 2^(L+1) <= n."""
    n = least.formula.args[1]
    return p.arith(n >= 1, least, power_positive(p).apply(L + 1, using=[p.arith(L + 1 >= 0, row)]))


@bijection.prove(bijection_repaired)
def by_counting_bits(p: Proof, goal: Term) -> Fact:
    (n, L), (row, shape), conclusion = p.intro(goal)
    *bounds, some = widths(p, n, L, row, positive_size(p, L, p.open_definition(shape).right.left, row))
    used = floor(n / 2) + L * Columns(n, L)
    first = p.arith(used <= n, bounds[0], bounds[2])
    second = p.arith(n <= used + L, p.arith(n < used + L + 1, bounds[1], bounds[3]))
    equal, full = conclusion.args[1].args[1].args[0].args
    same = p.assume(equal)
    spare = p.arith(n - used >= 0, first)
    none = powers_differ(p).apply(
        used, n - used, using=[some, spare, p.arith(2 ** (used + (n - used)) == 2**used, same)]
    )
    whole = p.arith(used == n, none)
    there = p.implication(equal, p.both(*(p.arith(part, whole, bounds[0], bounds[2]) for part in full.args)))
    even = p.assume(full)
    back = p.implication(full, p.congruent(lam(n, 2**n), p.arith(n == used, *even.split())))
    return p.conclude(goal, [n, L], p.both(first, second, there, back))


@bijection.satisfied(bijection_repaired)
def at_four(p: Proof, formula: Term) -> Fact:
    shape = p.restate(p.compute(Term(TABLE.unfold(HalfLog(4, 1).index))), HalfLog(4, 1))
    return p.exhibit(formula, [4, 1], shape)


@bijection.defined(bijection_printed, bijection_repaired)
def exponents_are_natural(p: Proof, formula: Term) -> Fact:
    def special(goal: Term, facts: list[Fact]) -> Fact | None:
        if goal.op != "<=" or len(facts) < 4 or not (goal.args[1].op == "var" or goal.args[1].args[0].op == "floor"):
            return None
        row, least = facts[0], facts[2]
        L, n = row.formula.args[1], least.formula.args[1]
        size = positive_size(p, L, least, row)
        return p.arith(goal, *facts, size, widths(p, n, L, row, size)[-1])

    return powers_defined(p, formula, special=special)


@bijection.instances
def sizes(rng, n):
    """n from 4 to 4096, the small ones first, with L = floor(log2(n/2)) and c = floor(n/(2L))."""
    size = np.where(np.arange(n) < 64, 4 + np.arange(n), rng.integers(4, 4097, size=n))
    rows = np.frexp(size / 2)[1] - 1
    return {"n": size.astype(float), "L": rows.astype(float), "c": (size // (2 * rows)).astype(float)}


bijection.mutant("one bit is left over at most", bijection_repaired, n <= filled_ + 1)
bijection.mutant("L - 1 bits are left over at most", bijection_repaired, n <= filled_ + rows - 1)

# When a restricted gate may be removed.

k, i, y, w, v = (
    integer("k"),
    integer("i"),
    function("y", "int->int"),
    function("w", "int->real"),
    function("v", "int->real"),
)
b, d = real("b"), real("d")


def affine(b: Term, w: Term, y: Term, k: Term) -> Term:
    """b + w(1) y(1) + ... + w(k) y(k)."""
    return b + total(i, 1, k, w(i) * y(i))


def for_all_bits(claim: Callable[[Term], Term]) -> Term:
    """For all bit strings y of length k: what is said of the linear argument at y."""
    return forall(y, implies(Bits(y, k), claim(affine(b, w, y, k))))


removable = exists(d, v, for_all_bits(lambda t: maximum(0, t) == affine(d, v, y, k)))
threshold_constant = either(for_all_bits(lambda t: t >= 0), for_all_bits(lambda t: t < 0))  # a gate fires at zero
# The argument at (0, 0), (1, 0) and (0, 1), for two free bits; a function on the four points is affine if its
# crosswise sums are equal.
corner, right, left = real("p"), real("q"), real("r")
values = (corner, right, left, right + left - corner)
bent = [maximum(0, t) for t in values]
crosswise = bent[0] + bent[3] == bent[1] + bent[2]
below, above, strictly_below, strictly_above = (
    conj(*(relation(t) for t in values))
    for relation in (lambda t: t <= 0, lambda t: t >= 0, lambda t: t < 0, lambda t: t > 0))  # fmt: skip

removal = Claim(
    "mukherjee2020", "claim", "", slug="relu_removable", section="2.6", family="boolean_circuits",
    title="when a restricted ReLU gate may be removed",
    statement=r"""A ReLU gate with $k$ free bits is redundant, that is, on the cube $\{0, 1\}^k$ it computes an affine
    function, which wires to the output gate compute as well, if and only if its linear argument is non-positive on the
    cube or positive on the cube.""",
)  # fmt: skip

removal_printed = removal.variant(
    "printed", forall(k, b, w, implies(k >= 1, iff(removable, either(
        for_all_bits(lambda t: t <= 0), for_all_bits(lambda t: t > 0))))), expect="refuted",
    why="An argument that is non-negative but somewhere zero also makes the gate linear; and with one free bit every "
        "gate is affine on the cube, whatever the signs.",
    counterexample="k = 1, argument y: on {0, 1} the gate max(0, y) is y, but its argument is neither non-positive (it "
                   "is 1 at y = 1) nor positive (it is 0 at y = 0).",
    observed=implies(crosswise, either(below, strictly_above)),
)  # fmt: skip
removal_repaired = removal.variant(
    "repaired", forall(k, b, w, implies(k >= 1, implies(either(
        for_all_bits(lambda t: t <= 0), for_all_bits(lambda t: t >= 0)), removable))), expect="proved",
    why="The direction that the proof uses, with non-negative for positive: the gate is 0, or its own argument.",
    observed=implies(either(below, above), crosswise),
)  # fmt: skip

same_collapse = Claim(
    "mukherjee2020", "claim", "", slug="collapse_same", section="2.6", family="boolean_circuits",
    title="threshold gates collapse when ReLU gates do", uses=["section_2_6.relu_removable"],
    statement=r"""A restriction makes a ReLU gate removable, in the sense that its argument becomes non-positive or
    positive on the free bits, under the same conditions under which it forces the threshold gate with the same
    argument, which fires when its argument is at least zero, to a constant.""",
)  # fmt: skip

same_printed = same_collapse.variant(
    "printed", forall(k, b, w, implies(k >= 1, iff(threshold_constant, either(
        for_all_bits(lambda t: t <= 0), for_all_bits(lambda t: t > 0))))), expect="refuted",
    why="The two conditions treat zero differently: the threshold gate counts it as positive, the ReLU gate with the "
        "negative numbers.",
    counterexample="k = 1, argument y: the threshold gate fires at 0 and at 1, so that it is constant, but the "
                   "argument is neither non-positive nor positive.",
    observed=implies(either(above, strictly_below), either(below, strictly_above)),
)  # fmt: skip
same_repaired = same_collapse.variant(
    "repaired", forall(k, b, w, implies(k >= 1, implies(threshold_constant, removable))), expect="proved",
    why="What the proof needs: where the threshold gate is constant, the ReLU gate is 0 or its own argument.",
    observed=implies(either(above, strictly_below), crosswise),
)  # fmt: skip


def constant_bits(p: Proof, value: int) -> Fact:
    """One bit of this value is a bit string of length 1."""
    fact = Bits(lam(i, term(value)), 1)
    return p.restate(p.compute(Term(TABLE.unfold(fact.index))), fact)


def neither_sign(p: Proof, signs: Fact) -> Fact:
    """false, from: for one free bit the argument y is non-positive at all bits, or positive at all bits."""

    def at(value: int) -> Callable[[Fact], Fact]:
        def wrong(claimed: Fact) -> Fact:
            there = claimed.apply(lam(i, term(value)), using=[constant_bits(p, value)])
            return p.conflict(there, p.compute(negation(there.formula)))

        return wrong

    return p.by_cases(signs, at(1), at(0))


def argument_is_bit(p: Proof, y: Term, bits: Fact) -> Fact:
    """0 <= 0 + 1 y(1), for a bit y(1)."""
    gate = lam(i, 1 * y(i))
    bit = p.open_definition(bits).apply(1)
    sums = [longer_sum(p, term(1), term(0), gate), empty_sum(p, term(1), term(0), gate)]
    goal = affine(term(0), lam(i, term(1)), y, term(1)) >= 0
    return p.by_cases(bit, *[lambda value: p.arith(goal, value, *sums)] * 2)


@removal.refute(removal_printed)
def by_a_wire(p: Proof, goal: Term) -> Fact:
    ones = lam(i, term(1))

    def wrong(claimed: Fact) -> Fact:
        there = claimed(1, 0, ones)
        there = p.modus_ponens(there, p.arith(term(1) >= 1)).left
        wire, y = there.formula.args[0], p.fresh("y", "int->int")
        bits = p.assume(Bits(y, 1))
        t = affine(term(0), ones, y, term(1))
        positive = argument_is_bit(p, y, bits)
        kept = p.by_cases(p.lemma("max", 0, t), *[lambda known: p.arith(maximum(0, t) == t, known, positive)] * 2)
        plain = p.general(y, p.implication(bits.formula, kept))
        return neither_sign(p, p.modus_ponens(there, p.witness(wire, 0, ones, plain)))

    return p.refute(goal, wrong)


@same_collapse.refute(same_printed)
def at_zero(p: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        there = p.modus_ponens(claimed(1, 0, lam(i, term(1))), p.arith(term(1) >= 1)).left
        y = p.fresh("y", "int->int")
        bits = p.assume(Bits(y, 1))
        fires = p.general(y, p.implication(bits.formula, argument_is_bit(p, y, bits)))
        return neither_sign(p, p.modus_ponens(there, p.or_intro(there.formula.args[0], fires)))

    return p.refute(goal, wrong)


def removed(p: Proof, goal: Term) -> Fact:
    """The gate may be removed where the argument is non-positive (or negative), and where it is non-negative."""
    (k, b, w), (some, signs), conclusion = p.intro(goal)

    def gate(known: Fact, d: Term, v: Term, each: Callable[[Term, Fact], Fact]) -> Fact:
        y = p.fresh("y", "int->int")
        bits = p.assume(Bits(y, k))
        t, goal = affine(b, w, y, k), maximum(0, affine(b, w, y, k)) == affine(d, v, y, k)
        sign, more = known.apply(y, using=[bits]), each(y, bits)
        shown = p.by_cases(p.lemma("max", 0, t), *[lambda side: p.arith(goal, side, sign, more)] * 2)
        return p.witness(conclusion, d, v, p.general(y, p.implication(bits.formula, shown)))

    def nothing(y: Term, bits: Fact) -> Fact:
        none = sum_of_constants(p).apply(1, k, 0, using=[p.arith(k + 1 >= 1, some)])
        same = equal_sums(p, term(1), k, lam(i, 0 * y(i)), lam(i, term(0)), lambda i, low, high: p.ring(0 * y(i), 0))
        return p.arith(total(i, 1, k, 0 * y(i)) == 0, same, none)

    def branch(known: Fact) -> Fact:
        sign = instance_of(known.formula, p.fresh("y", "int->int")).args[1]
        if sign.args[0].op == "num":  # 0 <= argument
            return gate(known, b, w, lambda y, bits: p.arith(term(0) <= 0))
        return gate(known, term(0), lam(i, term(0)), nothing)

    return p.conclude(goal, [k, b, w], p.by_cases(signs, branch, branch))


removal.prove(removal_repaired)(removed)
same_collapse.prove(same_repaired)(removed)


@removal.satisfied(removal_repaired)
@same_collapse.satisfied(same_repaired)
def one_wire(p: Proof, formula: Term) -> Fact:
    """The argument y on one bit, which is never negative."""
    ones, y = lam(i, term(1)), p.fresh("y", "int->int")
    instance = instance_of(formula, 1, 0, ones)
    bits = p.assume(Bits(y, 1))
    never = p.general(y, p.implication(bits.formula, argument_is_bit(p, y, bits)))
    return p.exhibit(formula, [1, 0, ones], p.or_intro(instance.args[1], never))


@removal.instances
def two_free_bits(rng, n):
    """Small integer arguments at three corners of the square, which determine that at the fourth."""
    return {name: integers(rng, n, -3, 3) for name in "pqr"}


same_collapse.instances(two_free_bits)
removal.mutant("whatever the signs", removal_repaired, crosswise)
removal.mutant("three corners suffice", removal_repaired, implies(conj(*(t >= 0 for t in values[:3])), crosswise))
same_collapse.mutant("whatever the threshold gate does", same_repaired, crosswise)
same_collapse.mutant(
    "constant at three corners", same_repaired, implies(conj(*(t >= 0 for t in values[:3])), crosswise)
)

# How likely a gate is removed.

eta = Claim(
    "mukherjee2020", "inequality", "", slug="eta", section="2.6", family="boolean_circuits",
    title="how likely a restriction removes a gate", uses=["lemma_2_6_1", "section_2_6.collapse_same"],
    statement=r"""For $n \ge 4$ let $\rho$ fix the first half of the input of $A_n$ to any $x^*$, and of the
    $L \times c$ matrix all but one random entry in each row to random bits. A gate is removable, because the threshold
    gate with its argument is forced to a constant, with probability at least $\eta = 1 - O(\log n/\sqrt n)$: the
    probability that a threshold gate on the $N = L c$ bits of the matrix is not forced is at most
    $C \log_2(n)/\sqrt n$. (The fixed $x^*$ is part of the gate's threshold.)""",
)  # fmt: skip

c, j, N, part = integer("c"), integer("j"), integer("N"), function("part", "int->int->int")
theta, C = real("theta"), real("C")
removed_often = conj(EqualParts(part, N, L, c), shape, c == Columns(n, L))


def unforced_at_most(constant: Term) -> Term:
    """For every gate and every numbering of the rows: the probability of staying unforced."""
    return forall(n, L, c, N, part, w, theta, implies(
        removed_often, Unforced(w, theta, part, N, L, c) <= constant * (log(n) / log(2)) / sqrt(n)))  # fmt: skip


unforced = real("unforced")  # how many of the c^L 2^(L (c - 1)) restrictions of the matrix do not force the gate
chance = unforced / (c**L * 2 ** (L * (c - 1)))

eta_printed = eta.variant(
    "printed", exists(C, conj(C > 0, unforced_at_most(C))), expect="proved",
    why="Lemma 2.6.1 with L parts of c positions; L c is about n/2, and L about log2 n.",
    observed=chance <= 2 * log(n) / log(2) / sqrt(n),
)  # fmt: skip
eta_sharpened = eta.variant(
    "sharpened", unforced_at_most(sqrt(2)), expect="proved",
    why="C = sqrt(2) for all n >= 4, from the constant 1 of Lemma 2.6.1 and L^2 n <= 2 (L + 1)^2 L c.",
    observed=chance <= sqrt(2) * log(n) / log(2) / sqrt(n),
)  # fmt: skip


@once
def logarithm(p: Proof) -> Fact:
    """For all k >= 0 and n: if 2^k <= n then k log 2 <= log n."""
    k, n, base = p.fresh("k", "int"), p.fresh("n", "int"), log(2)
    two = p.lemma("exp_log", 2)

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(exp((k + 1) * base) == 2 ** (k + 1), p.lemma("exp_sum", k * base, base), two, here, p.lemma(
            "power_step", 2, k, using=[above]), multipliers=[1, 2, exp(base), 2**k])  # fmt: skip

    flat = p.congruent(exp, p.ring(0 * base, 0))
    first = p.arith(exp(0 * base) == term(2) ** 0, flat, p.lemma("exp_zero"), p.lemma("power_zero", 2))
    powers = p.induction("k", 0, lambda k: exp(k * base) == 2**k, first, step)
    above, least = p.assume(k >= 0), p.assume(2**k <= n)
    positive = p.arith(n > 0, least, power_positive(p).apply(k, using=[above]))
    number = p.lemma("exp_log", n, using=[positive])

    def smaller(no: Fact) -> Fact:
        rise = p.lemma("exp_monotone", log(n), k * base, using=[p.arith(log(n) < k * base, no)])
        return p.arith(false, rise, number, powers.apply(k, using=[above]), least)

    shown = p.absurd(k * base <= log(n), smaller)
    return p.general(k, p.implication(above.formula, p.general(n, p.implication(least.formula, shown))))


@once
def square_below_power(p: Proof) -> Fact:
    """2^(L+1) >= L^2 + L for all L >= 1."""

    def claimed(L: Term) -> Term:
        return 2 ** (L + 1) >= L * L + L

    def step(L: Term, above: Fact, here: Fact) -> Fact:
        power = p.lemma("power_step", 2, L + 1, using=[p.arith(L + 1 >= 0, above)])
        return p.arith(claimed(L + 1), power, here, p.arith(L * L - L - 2 >= 0, p.arith((L - 2) * (L + 1) >= 0, above)))

    larger = p.induction("L", 2, claimed, p.compute(claimed(term(2))), step)
    L = p.fresh("L", "int")
    row = p.assume(L >= 1)

    def at_one(no: Fact) -> Fact:
        equal = p.symmetric(p.arith(L == 1, no, row))
        return p.step("equality", [equal, p.compute(claimed(term(1)))], [lam(k, claimed(k))])

    shown = p.decide(L >= 2, lambda yes: larger.apply(L, using=[yes]), at_one)
    return p.general(L, p.implication(row.formula, shown))


def root(p: Proof, x: Term, positive: Fact) -> tuple[Fact, Fact]:
    """sqrt(x) > 0 and sqrt(x)^2 = x, for x > 0."""
    low, square = p.lemma("sqrt", x, using=[p.arith(x >= 0, positive)]).split()
    return p.arith(sqrt(x) > 0, low, square, positive), square


@once
def often_removed(p: Proof) -> Fact:
    """The sharpened bound."""
    goal = eta_sharpened.statement.formula
    variables, facts, conclusion = p.intro(goal)
    n, L, c, N, part, w, theta = variables
    parts, row, shape, width = facts
    least = p.open_definition(shape).right.left
    positive = positive_size(p, L, least, row)
    bounds_ = widths(p, n, L, row, positive)
    size = p.open_definition(parts).right.right.left
    columns = p.arith(2 * N >= n - 2 * L + 1, size, width, p.arith(
        2 * L * c > n - 2 * L, bounds_[3], width, multipliers=[L]))  # fmt: skip
    some = p.arith(N >= 1, columns, p.arith(N > 0, size, *p.open_definition(parts).split()[:2]))
    power = square_below_power(p).apply(L, using=[row])
    wide = p.arith((L + 1) * (L + 1) * (2 * N - n + 2 * L - 1) >= 0, columns, p.arith((L + 1) * (L + 1) >= 0, row))
    tall = p.arith((2 * L + 1) * (n - L * L - L) >= 0, p.arith(n - L * L - L >= 0, least, power), row)
    enough = p.arith(2 * (L + 1) * (L + 1) * N >= L * L * n, wide, tall, row)
    logs = logarithm(p).apply(L + 1, using=[p.arith(L + 1 >= 0, row)]).apply(n, using=[least])
    unit = p.enclose(0 < log(2))
    inverse = p.lemma("inverse", log(2), using=[p.arith(negation(log(2) == 0), unit)])
    K = log(n) / log(2)
    share = p.arith(1 / log(2) > 0, inverse, unit)
    rows = p.arith(K >= L + 1, p.arith(log(n) * (1 / log(2)) >= (L + 1) * log(2) * (1 / log(2)), logs, share), inverse,
                   multipliers=[L + 1])  # fmt: skip
    (r, r_square), (u, u_square), (q, q_square) = (root(p, x, fact) for x, fact in (
        (N, p.arith(N > 0, some)), (n, p.arith(n > 0, positive)), (term(2), p.arith(term(2) > 0))))  # fmt: skip
    left, right = L * sqrt(n), sqrt(2) * K * sqrt(N)
    above = p.arith(right >= 0, p.arith(sqrt(2) * sqrt(N) > 0, q, r), p.arith(K >= 0, rows, row))
    most = p.arith(2 * (K * K) * N >= 2 * ((L + 1) * (L + 1)) * N, p.arith(
        K * K >= (L + 1) * (L + 1), rows, p.arith(K + L + 1 >= 0, rows, row)), some)  # fmt: skip
    squares = [p.arith(left * left == L * L * n, u_square, multipliers=[L * L]),
               p.arith(right * right == 2 * (K * K) * N, q_square, r_square,
                       multipliers=[K * K * sqrt(N) * sqrt(N), 2 * K * K, 1])]  # fmt: skip
    compare = p.arith(left * left <= right * right, *squares, enough, most)
    ordered = p.absurd(left <= right, lambda no: p.arith(false, p.arith(
        (left - right) * (left + right) > 0, no, p.arith(left + right > 0, no, above)), compare))  # fmt: skip
    inverses = [
        p.lemma("inverse", t, using=[p.arith(negation(t == 0), fact)]) for t, fact in ((sqrt(N), r), (sqrt(n), u))
    ]
    small = p.arith(1 / sqrt(N) * (1 / sqrt(n)) > 0, p.arith(1 / sqrt(N) > 0, inverses[0], r), p.arith(
        1 / sqrt(n) > 0, inverses[1], u))  # fmt: skip
    ratio = p.arith(L / sqrt(N) <= sqrt(2) * K / sqrt(n), p.arith(
        left * (1 / sqrt(N) * (1 / sqrt(n))) <= right * (1 / sqrt(N) * (1 / sqrt(n))), ordered, small), *inverses,
        multipliers=[L / sqrt(N), sqrt(2) * K / sqrt(n)])  # fmt: skip
    lemma = bounds(p).apply(N, L, c, part, w, theta, using=[parts]).right
    return p.conclude(goal, variables, p.arith(conclusion, lemma, ratio))


@eta.prove(eta_sharpened)
def by_the_constant_one(p: Proof, goal: Term) -> Fact:
    return often_removed(p)


@eta.prove(eta_printed)
def with_root_two(p: Proof, goal: Term) -> Fact:
    return p.witness(goal, sqrt(2), p.both(p.enclose(0 < sqrt(2)), often_removed(p)))


@eta.defined(eta_printed, eta_sharpened)
def roots_and_logarithms_exist(p: Proof, formula: Term) -> Fact:
    """n, the numbers of rows and columns and their product are positive, and log 2 is."""
    if formula.op == "forall":
        v = p.fresh(TABLE.hints[formula.index], TABLE.nodes[formula.index][1])
        return p.general(v, roots_and_logarithms_exist(p, instance_of(formula, v)))
    if formula.op == "and":
        return p.both(powers_defined(p, formula.args[0]), roots_and_logarithms_exist(p, formula.args[1]))
    facts = p.assume(formula.args[0]).split()
    if len(facts) == 1:  # C > 0
        return p.implication(formula.args[0], roots_and_logarithms_exist(p, formula.args[1]))
    row, column, size = facts[:3]
    (least,) = (f for f in facts if f.formula.args[0].op == "^")
    L, n = row.formula.args[1], least.formula.args[1]
    positive = positive_size(p, L, least, row)
    cells = p.arith(size.formula.args[0] >= 1, size, p.arith(size.formula.args[1] >= 1, row, column))
    known = [row, column, cells, positive, root(p, n, p.arith(n > 0, positive))[0], p.enclose(0 < log(2))]
    return p.implication(formula.args[0], several_powers_defined(p, formula.args[1], *known))


@eta.satisfied(eta_sharpened)
def two_columns(p: Proof, formula: Term) -> Fact:
    """n = 4: one row of two bits."""
    witnesses = [term(4), term(1), term(2), term(2), lam(j, k, k), lam(i, term(1)), term(1)]
    instance = instance_of(formula, *witnesses)
    return p.witness(formula, *witnesses, p.restate(p.compute(Term(TABLE.unfold(instance.index))), instance))


@eta.instances
def small_matrices(rng, n):
    """Gates with weights 0, 1, 2, 3, the majority first, on the matrix of A_n for eight n; for each gate the worst
    threshold. ``unforced`` counts, exactly, the restrictions that do not force it."""
    rows = []
    for size in (4, 5, 8, 9, 12, 15, 16, 17):
        shape = andreev_shape(size)
        weights = rng.integers(0, 4, size=(max(2, min(60, n // 8)), shape.rows * shape.columns))
        weights[0] = 1
        found = not_forced_counts(weights, shape.rows).max(axis=1)
        rows.append(np.stack([np.full(len(found), v) for v in (size, shape.rows, shape.columns)] + [found]))
    table = np.concatenate(rows, axis=1).astype(float)
    some = table[:, np.concatenate([np.arange(table.shape[1]), rng.integers(0, table.shape[1], size=n)])[:n]]
    return dict(zip(("n", "L", "c", "unforced"), some, strict=True))


eta.mutant("one third", eta_printed, chance <= log(n) / log(2) / sqrt(n) / 3)
eta.mutant("without the logarithm", eta_printed, chance <= 2 / sqrt(n))
eta.mutant("log n/n", eta_sharpened, chance <= sqrt(2) * log(n) / log(2) / n)
eta.mutant("one quarter", eta_sharpened, chance <= sqrt(2) * log(n) / log(2) / sqrt(n) / 4)

# The exponents at the end of the proof.

exponents = Claim(
    "mukherjee2020", "identity", "", slug="delta_theta", section="2.6", family="boolean_circuits",
    title="the exponents of the theorem, from delta for theta",
    statement=r"""The proof ends with circuits of size $\Omega(\epsilon^{\frac{4+\theta}{2+\theta}}
    n^{\frac12 + \frac1{2+\theta}})$ for $\epsilon > \sqrt{2\log^{2+\theta}(n/2)/n}$, $\theta > 0$. For
    $\delta = \frac\theta{2(2 + \theta)}$ this has the form of the theorem: $0 < \delta < \frac12$, the exponents of
    $\epsilon$ and of $n$ are $2(1 - \delta)$ and $1 - \delta$, and that of the logarithm is $\frac2{2 - \delta}$.""",
)  # fmt: skip

delta, of_theta = real("delta"), theta / (2 * (2 + theta))
of_size = conj((4 + theta) / (2 + theta) == 2 * (1 - delta), term("1/2") + 1 / (2 + theta) == 1 - delta)
open_half = conj(delta > 0, delta < term("1/2"))

exponents_printed = exponents.variant(
    "printed", forall(theta, delta, implies(conj(theta > 0, open_half, delta == of_theta), conj(
        of_size, 2 + theta == 2 / (2 - delta)))), expect="refuted",
    why="The exponents of epsilon and n are as printed; that of the logarithm, which says for which epsilon the proof "
        "works, is 2/(1 - 2 delta): more than 2, where the theorem prints 2/(2 - delta), less than 4/3.",
    counterexample="theta = 2, delta = 1/4: the proof needs epsilon > sqrt(2 log^4(n/2)/n), the theorem prints "
                   "log^(8/7)(n).",
    observed=implies(theta > 0, 2 + theta == 2 / (2 - of_theta)),
)  # fmt: skip
exponents_repaired = exponents.variant(
    "repaired", conj(
        forall(theta, delta, implies(conj(theta > 0, delta == of_theta), conj(
            open_half, of_size, (2 + theta) * (1 - 2 * delta) == 2))),
        forall(delta, implies(open_half, exists(theta, conj(theta > 0, delta == of_theta))))), expect="proved",
    why="2 + theta = 2/(1 - 2 delta); every delta between 0 and 1/2 belongs to the theta 4 delta/(1 - 2 delta).",
    observed=implies(theta > 0, conj((4 + theta) / (2 + theta) == 2 * (1 - of_theta), term("1/2") + 1 / (2 + theta)
                                     == 1 - of_theta, (2 + theta) * (1 - 2 * of_theta) == 2)),
)  # fmt: skip


@exponents.refute(exponents_printed)
def at_two(p: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        there = claimed(2, term("1/4"))
        premise, conclusion = there.formula.args
        return p.conflict(p.modus_ponens(there, p.compute(premise)), p.compute(negation(conclusion)))

    return p.refute(goal, wrong)


@exponents.prove(exponents_repaired)
def by_clearing_denominators(p: Proof, goal: Term) -> Fact:
    (theta, delta), (positive, known), _ = p.intro(goal.args[0])
    single = p.lemma("inverse", 2 + theta, using=[p.arith(negation(2 + theta == 0), positive)])
    double = p.lemma("inverse", 2 * (2 + theta), using=[p.arith(negation(2 * (2 + theta) == 0), positive)])
    scaled = p.arith((4 + 2 * theta) * delta == theta, known, double, multipliers=[1, theta, 4 + 2 * theta])
    share = p.arith(1 / (2 + theta) > 0, single, positive)
    half = p.arith(delta == term("1/2") - 1 / (2 + theta), scaled, single, multipliers=[
        1 / (2 + theta), delta, 1])  # fmt: skip
    more = p.arith(1 / (2 + theta) < term("1/2"), p.arith(1 / (2 + theta) * theta > 0, share, positive), single)
    values = p.both(p.both(p.arith(delta > 0, half, more), p.arith(delta < term("1/2"), half, share)), p.both(
        p.arith((4 + theta) / (2 + theta) == 2 * (1 - delta), half, single, multipliers=[1, 2, 4 + theta]),
        p.arith(term("1/2") + 1 / (2 + theta) == 1 - delta, half)), p.arith(
            (2 + theta) * (1 - 2 * delta) == 2, scaled))  # fmt: skip
    first = p.conclude(goal.args[0], [theta, delta], values)
    (delta,), facts, wanted = p.intro(goal.args[1])
    room = 1 - 2 * delta
    inverse = p.lemma("inverse", room, using=[p.arith(negation(room == 0), *facts)])
    positive = p.arith(1 / room > 0, inverse, *facts)
    theta = 4 * delta / room
    number = p.arith(theta > 0, p.arith(delta * (1 / room) > 0, positive, *facts))
    double = p.lemma("inverse", 2 * (2 + theta), using=[p.arith(negation(2 * (2 + theta) == 0), number)])
    scaled = p.arith(delta * (2 * (2 + theta)) == theta, inverse, multipliers=[4 * delta])
    equal = p.arith(delta == theta / (2 * (2 + theta)), scaled, double, multipliers=[1 / (2 * (2 + theta)), delta])
    return p.both(first, p.conclude(goal.args[1], [delta], p.witness(wanted, theta, p.both(number, equal))))


@exponents.satisfied(exponents_repaired)
def at_one_sixth(p: Proof, formula: Term) -> Fact:
    """theta = 1, delta = 1/6."""
    values = [[1, term("1/6")], [term("1/6")]]
    parts = formula.args if formula.op == "and" else (formula,)
    return p.both(*(p.witness(part, *v, p.compute(instance_of(part, *v)))
                    for part, v in zip(parts, values, strict=True)))  # fmt: skip


@exponents.instances
def values_of_theta(rng, n):
    """theta = 2^k - 2 and 2^-k, exact in binary; the divisions are rounded, and decided exactly."""
    k = rng.integers(2, 8, size=n)
    return {"theta": np.where(rng.random(n) < 0.5, 2.0**k - 2, 2.0**-k)}


exponents.mutant("2 delta for delta", exponents_repaired, implies(
    theta > 0, (4 + theta) / (2 + theta) == 2 * (1 - 2 * of_theta)))  # fmt: skip
exponents.mutant("1 - delta in the exponent of the logarithm", exponents_repaired, implies(
    theta > 0, (2 + theta) * (1 - of_theta) == 2))  # fmt: skip


# The greatest size for which the proof bounds the agreement.

algebra = Claim(
    "mukherjee2020", "inequality", "", slug="final_algebra", section="2.6", family="boolean_circuits",
    title="how many gates the bound on the agreement admits", uses=["claim_3", "section_2_6.eta"],
    statement=r"""Let $\theta > 0$, $s = \epsilon^{\frac2{2+\theta}} n^{\frac1{2+\theta}}/(2^{\frac1{2+\theta}}
    \log_2(n/2))$ and $1 - \eta \le K\log_2(n)/\sqrt n$. Then for large $n$ and
    $\epsilon > \sqrt{2\log_2^{2+\theta}(n/2)/n}$ the bound $\frac12 + \frac{2\epsilon}3 + w(1 - \eta)/s$ on the
    agreement of a circuit of size $w$ is at most $\frac12 + \epsilon$ as long as
    $w = O(\epsilon^{1 + \frac2{2+\theta}} n^{\frac12 + \frac1{2+\theta}} \log_2(n/2)/\log_2(n))$.""",
)  # fmt: skip

K, eps, size = real("K"), real("epsilon"), integer("w")
share_ = 1 / (2 + theta)


def agreement_bound(K: Term, theta: Term, n: Term, eps: Term, w: Term) -> Term:
    """1/2 + 2 epsilon/3 + w (1 - eta)/s with 1 - eta = K log2(n)/sqrt n and the s of the statement."""
    share = 1 / (2 + theta)
    s = power(eps, 2 / (2 + theta)) * power(n, share) / (power(term(2), share) * log2(n / 2))
    return term("1/2") + 2 * eps / 3 + K * w * log2(n) / (sqrt(n) * s)


def scale(theta: Term, n: Term, eps: Term) -> Term:
    """epsilon^(1 + 2/(2 + theta)) n^(1/2 + 1/(2 + theta))."""
    return power(eps, 1 + 2 / (2 + theta)) * power(n, term("1/2") + 1 / (2 + theta))


least_n, fourth_part = integer("N"), term("1/4")
real_w, real_n = real("w"), real("n")
algebra_printed = algebra.variant(
    "printed", forall(K, theta, implies(conj(K > 0, theta > 0), exists(C, least_n, conj(C > 0, forall(
        n, eps, size, implies(
            conj(n >= least_n, n >= 3, eps > 0), implies(
                conj(eps > sqrt(2 * power(log2(n / 2), 2 + theta) / n), eps <= term("3/2"),
                     size <= C * scale(theta, n, eps) * log2(n / 2) / log2(n)),
                agreement_bound(K, theta, n, eps, size) <= term("1/2") + eps))))))), expect="refuted",
    why="The factor log(n/2) of 1/s belongs into the denominator: the greatest w is the printed one divided by "
        "log^2(n/2), so that no constant does. The size that the text concludes is too large by log^2 n.",
    counterexample="K = 1, theta = 2, epsilon = 1/4, n = 16^m: the printed w is c 8^(m-1) (4m - 1)/(4m), the bound "
                   "admits at most 8^(m-1)/(3 * 2^(1/4) * 4m (4m - 1)).",
    observed=agreement_bound(term(1), term(2), real_n, fourth_part, scale(term(2), real_n, fourth_part) * log2(
        real_n / 2) / log2(real_n) / 16) <= term("3/4"),
)  # fmt: skip
greatest = scale(theta, n, eps) / (3 * K * power(term(2), share_) * log2(n) * log2(n / 2))
algebra_repaired = algebra.variant(
    "repaired", forall(K, theta, n, eps, size, implies(conj(K > 0, theta > 0, n >= 3, eps > 0), iff(
        agreement_bound(K, theta, n, eps, size) <= term("1/2") + eps, size <= greatest))), expect="proved",
    why="The bound is at most 1/2 + epsilon exactly if w is at most epsilon^(1 + 2/(2 + theta)) "
        "n^(1/2 + 1/(2 + theta)), divided by 3 K 2^(1/(2 + theta)) log2(n) log2(n/2); for all n >= 3.",
    observed=implies(eps > 0, agreement_bound(K, theta, real_n, eps, scale(theta, real_n, eps) / (
        3 * K * power(term(2), share_) * log2(real_n) * log2(real_n / 2))) <= term("1/2") + eps),
)  # fmt: skip


@once
def powers_of_two(p: Proof) -> Fact:
    """exp(k log 2) = 2^k for all integers k >= 0."""
    k = p.fresh("k", "int")
    above = p.assume(k >= 0)
    return p.general(k, p.implication(above.formula, power_of_exp(p, term(2), p.lemma("exp_log", 2), log(2), k, above)))


@once
def fourth_powers(p: Proof) -> Fact:
    """2^(4 m) > 8192 m^4, for all integers m >= 6."""

    def claimed(m: Term) -> Term:
        return 2 ** (4 * m) > 8192 * (m * m * (m * m))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", 2, 4 * m + e, using=[p.arith(4 * m + e >= 0, above)]) for e in range(4)]
        whole = p.congruent(lam(k, 2**k), p.ring(4 * (m + 1), 4 * m + 3 + 1))
        square = p.arith((m + 1) * (m + 1) <= 4 * (m * m), p.arith((m - 1) * (3 * m + 1) >= 0, above))
        fourth = p.arith((m + 1) * (m + 1) * ((m + 1) * (m + 1)) <= 16 * (m * m * (m * m)), square, p.arith(
            (m + 1) * (m + 1) >= 0, above), p.arith(m * m >= 0, above))  # fmt: skip
        return p.arith(claimed(m + 1), whole, *powers, here, fourth)

    return p.induction("m", 6, claimed, p.compute(claimed(term(6))), step)


@algebra.refute(algebra_printed)
def on_powers_of_sixteen(p: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        given = p.modus_ponens(claimed(1, 2), p.compute(conj(term(1) > 0, term(2) > 0)))
        c, N, found = p.obtain(given, "c", "N")
        positive, every = found.left, found.right
        inverse = p.lemma("inverse", c, using=[p.arith(negation(c == 0), positive)])
        reciprocal = p.arith(1 / c > 0, inverse, positive)
        step = p.lemma("floor", 1 / c)
        reached = floor(1 / c) + 6 + N * N
        square = p.arith(N * N >= 0, squares=[N])
        start = p.arith(floor(1 / c) >= 0, step.right, reciprocal)
        many = p.arith(c * reached >= 1, p.arith(c * reached >= c * (1 / c), p.arith(
            reached >= 1 / c, step.right, square), positive), inverse)  # fmt: skip
        beyond = p.arith(reached >= N, start, p.arith(N * N >= N - 1, squares=[N - 1, N]))
        m = integer("m")
        m, chosen = p.obtain(p.exhibit(exists(m, conj(m >= 6, m >= N, c * m >= 1)), [reached], p.arith(
            reached >= 6, start, square), beyond, many), "m")  # fmt: skip
        large, beyond, many = chosen.split()
        base, n, Z = log(2), 2 ** (4 * m), 2 ** (3 * m)
        unit = p.enclose(0 < log(2))
        known = {e.index: powers_of_two(p).apply(e, using=[p.arith(e >= 0, large)]) for e in (
            m, 2 * m, 3 * m, 4 * m, 4 * m - 1)}  # fmt: skip

        def logarithm_of(number: Term, e: Term, equal: Fact) -> Fact:
            """log(number) = e log 2, from number = 2^e."""
            x = p.fresh("x", "real")
            same = p.congruent(lam(x, log(x)), p.arith(number == exp(e * base), equal, known[e.index]))
            return p.arith(log(number) == e * base, same, p.lemma("log_exp", e * base))

        whole = logarithm_of(n, 4 * m, p.reflexive(n))
        shorter = p.lemma("power_step", 2, 4 * m - 1, using=[p.arith(4 * m - 1 >= 0, large)])
        same_power = p.congruent(lam(k, 2**k), p.ring(4 * m - 1 + 1, 4 * m))
        half = logarithm_of(n / 2, 4 * m - 1, p.arith(n / 2 == 2 ** (4 * m - 1), shorter, same_power))
        single = p.lemma("inverse", base, using=[p.arith(negation(base == 0), unit)])
        bits = [p.arith(log(x) / base == e, fact, single, multipliers=[1 / base, e])
                for x, e, fact in ((n, 4 * m, whole), (n / 2, 4 * m - 1, half))]  # fmt: skip
        x = p.fresh("x", "real")

        def exponential(exponent: Term, value: Term, *facts: Fact) -> Fact:
            return p.congruent(lam(x, exp(x)), p.arith(exponent == value, *facts))

        quarter = term(1) / (2 + term(2))
        roots = [exponential(quarter * log(n), m * base, whole),
                 exponential((term("1/2") + quarter) * log(n), 3 * m * base, whole)]  # fmt: skip

        def negative(e: int) -> Fact:
            """exp(-e log 2) = 1/2^e."""
            whole = p.lemma("exp_sum", -e * base, e * base)
            down, up = -e * base, e * base
            value = p.arith(exp(up) == 2**e, powers_of_two(p).apply(e, using=[p.compute(term(e) >= 0)]), p.compute(
                term(2) ** e == 2**e))  # fmt: skip
            one = p.arith(exp(down + up) == 1, exponential(down + up, term(0)), p.lemma("exp_zero"))
            return p.arith(exp(down) == term(Fraction(1, 2**e)), whole, value, one, multipliers=[1, exp(down)])

        few = p.arith(log(fourth_part) == -2 * base, p.congruent(lam(x, log(x)), p.arith(
            fourth_part == exp(-2 * base), negative(2))), p.lemma("log_exp", -2 * base))  # fmt: skip
        shares = [p.arith(exp(r * log(fourth_part)) == term(Fraction(1, 2**e)), exponential(
            r * log(fourth_part), -e * base, few), negative(e)) for r, e in (
                (term(2) / (2 + term(2)), 1), (1 + term(2) / (2 + term(2)), 3))]  # fmt: skip
        size = p.arith(n >= 1, power_positive(p).apply(4 * m, using=[p.arith(4 * m >= 0, large)]))
        (r, r_square), both = root(p, n, p.arith(n > 0, size)), power_sum(p)
        doubled = both.apply(2 * m, 2 * m, using=[p.arith(2 * m >= 0, large)])
        same_double = p.congruent(lam(k, 2**k), p.ring(2 * m + 2 * m, 4 * m))
        middle = power_positive(p).apply(2 * m, using=[p.arith(2 * m >= 0, large)])
        u = 2 ** (2 * m)
        gap = p.arith((sqrt(n) - u) * (sqrt(n) + u) == 0, r_square, doubled, same_double)
        add = p.arith(sqrt(n) + u > 0, r, middle)
        low = p.arith(sqrt(n) >= u, gap, add)
        square_root = p.arith(sqrt(n) == u, low, p.arith(sqrt(n) <= u, gap, add))
        tripled = both.apply(m, 2 * m, using=[p.arith(m >= 0, large), p.arith(2 * m >= 0, large)])
        same_triple = p.congruent(lam(k, 2**k), p.ring(2 * m + m, 3 * m))
        product_ = p.arith(u * 2**m == Z, tripled, same_triple)
        T = power(term(2), quarter)
        root_two = p.arith(T >= 1, p.lemma("exp_tangent", quarter * log(2)), unit)
        enough = fourth_powers(p).apply(m, using=[large])
        wide = p.arith(Z >= 32 * m, long_power(p).apply(m, using=[p.arith(m >= 2, large)]))
        w = floor(c * Z / 16)
        below = p.lemma("floor", c * Z / 16)
        square_m = p.arith(m * m >= m, large)
        fourth_m = p.arith(m * m * (m * m) >= m, p.arith(m * m * (m * m) >= m * m, square_m, p.arith(
            m * m >= 1, square_m, large)), square_m)  # fmt: skip
        sizes = [p.arith(n >= N, enough, fourth_m, beyond, large), p.arith(n >= 3, enough, fourth_m, large), p.arith(
            fourth_part > 0)]  # fmt: skip
        there = p.modus_ponens(every(n)(fourth_part)(w), p.both(*sizes))
        l, q = log(n) / base, log(n / 2) / base
        v = log(q)
        number = p.lemma("exp_log", q, using=[p.arith(q > 0, bits[1], large)])
        twice, again = p.lemma("exp_sum", v, v), p.lemma("exp_sum", v + v, v + v)
        same_sum = exponential((2 + term(2)) * v, v + v + (v + v))
        P = exp((2 + term(2)) * v)
        fourth = p.arith(P == (4 * m - 1) * (4 * m - 1) * ((4 * m - 1) * (4 * m - 1)), p.arith(
            P == q * q * (q * q), same_sum, again, twice, number, multipliers=[
                1, exp(v + v), exp(v) * exp(v), exp(v) * q * q, exp(v) * exp(v) * exp(v), q * q * q, exp(v),
                exp(v) * exp(v) * q, q]), bits[1], multipliers=[
                    1, q * q * q, q * q * (4 * m - 1), q * (4 * m - 1) * (4 * m - 1), (4 * m - 1) * (4 * m - 1) * (
                        4 * m - 1)])  # fmt: skip
        least = p.arith((4 * m - 1) * (4 * m - 1) <= 16 * (m * m), large)
        most = p.arith((4 * m - 1) * (4 * m - 1) * ((4 * m - 1) * (4 * m - 1)) <= 256 * (m * m * (m * m)), p.arith(
            (16 * (m * m) - (4 * m - 1) * (4 * m - 1)) * (16 * (m * m) + (4 * m - 1) * (4 * m - 1)) >= 0, least,
            p.arith(16 * (m * m) + (4 * m - 1) * (4 * m - 1) >= 0, squares=[m, 4 * m - 1])))  # fmt: skip
        small = p.arith(32 * P < n, fourth, most, enough)
        part = p.lemma("inverse", n, using=[p.arith(negation(n == 0), size)])
        fraction = p.arith(1 / n > 0, part, size)
        X = 2 * P / n
        ratio = p.arith(X < term("1/16"), p.arith(32 * P * (1 / n) < n * (1 / n), small, fraction), part)
        some = p.arith(X > 0, p.arith(P * (1 / n) > 0, fraction, p.lemma("exp_positive", (2 + term(2)) * v)))
        y, y_square = root(p, X, some)
        accurate = p.absurd(sqrt(X) < fourth_part, lambda no: p.arith(false, p.arith(
            sqrt(X) * sqrt(X) >= term("1/16"), p.arith((sqrt(X) - fourth_part) * sqrt(X) >= 0, no, y), no), y_square,
            ratio))  # fmt: skip
        long = p.lemma("inverse", l, using=[p.arith(negation(l == 0), bits[0], large)])
        tall = p.arith(1 / l > 0, long, p.arith(l > 0, bits[0], large))
        grown = scale(term(2), n, fourth_part)
        area = p.arith(grown == Z / 8, roots[1], shares[1], known[(3 * m).index], multipliers=[
            1, exp((term("1/2") + quarter) * log(n)), Z])  # fmt: skip
        positive_z = p.arith(c * Z > 0, wide, positive, large)
        half_q = p.arith(q * (1 / l) >= term("1/2"), p.arith((2 * q - l) * (1 / l) >= 0, tall, p.arith(
            2 * q - l >= 0, *bits, large)), long)  # fmt: skip
        allowed = p.arith(c * grown * q / l == c * Z / 8 * (q * (1 / l)), area, multipliers=[c * q * (1 / l)])
        admitted = p.arith(w <= c * grown * q / l, below.left, allowed, p.arith(
            c * Z * (q * (1 / l) - term("1/2")) >= 0, positive_z, half_q))  # fmt: skip
        there = p.modus_ponens(there, p.both(p.prove(there.formula.args[0].args[0], accurate), p.arith(
            fourth_part <= term("3/2")), admitted))  # fmt: skip
        split = T * q
        wide_split = p.arith(split > 0, p.arith(q > 0, bits[1], large), root_two)
        divided = p.lemma("inverse", split, using=[p.arith(negation(split == 0), wide_split)])
        e, f = power(fourth_part, term(2) / (2 + term(2))), exp(quarter * log(n))
        D = sqrt(n) * (e * f / split)
        area = p.arith(sqrt(n) * (e * f) == Z / 2, square_root, shares[0], roots[0], known[m.index], product_,
                       multipliers=[1, e * f, u * f, u * e, u])  # fmt: skip
        scaled = p.arith(D * split == Z / 2, divided, area, multipliers=[sqrt(n) * e * f, 1])
        positive_d = p.absurd(D > 0, lambda no: p.arith(false, scaled, wide, large, p.arith(
            D * split <= 0, no, wide_split)))  # fmt: skip
        inverse_d = p.lemma("inverse", D, using=[p.arith(negation(D == 0), positive_d)])
        limit = p.arith(12 * (w * l) <= D, p.arith(12 * (w * l / D) * D <= D, p.arith(
            12 * (w * l / D) <= 1, there), positive_d), inverse_d, multipliers=[w * l])  # fmt: skip
        limit = p.arith(24 * (w * l * split) <= Z, p.arith(
            12 * (w * l) * split <= D * split, limit, wide_split), scaled)  # fmt: skip
        more = p.arith(16 * (w * m) > Z - 16 * m, p.arith(16 * w * m > (c * Z - 16) * m, below.right, large), p.arith(
            c * m * Z >= Z, many, wide, large))  # fmt: skip
        lots = p.arith(8 * (w * l) >= Z, more, wide, bits[0], multipliers=[w, 1])
        long_q = p.arith(split >= 1, p.arith((T - 1) * q >= 0, root_two, p.arith(
            q > 0, bits[1], large)), bits[1], large)  # fmt: skip
        return p.arith(false, limit, p.arith(8 * (w * l * split) >= Z * split, lots, wide_split), p.arith(
            Z * split >= Z, long_q, p.arith(Z >= 1, wide, large)), wide, large)  # fmt: skip

    return p.refute(goal, wrong)


@once
def long_power(p: Proof) -> Fact:
    """2^(3m) >= 32m for all integers m >= 2."""

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", 2, 3 * m + e, using=[p.arith(3 * m + e >= 0, above)]) for e in range(3)]
        whole = p.congruent(lam(k, 2**k), p.ring(3 * (m + 1), 3 * m + 2 + 1))
        return p.arith(2 ** (3 * (m + 1)) >= 32 * (m + 1), whole, *powers, here, above)

    return p.induction("m", 2, lambda m: 2 ** (3 * m) >= 32 * m, p.compute(2 ** (3 * term(2)) >= 32 * term(2)), step)


@algebra.prove(algebra_repaired)
def by_dividing(p: Proof, goal: Term) -> Fact:
    (K, theta, n, eps, w), (positive, _, least, accurate), conclusion = p.intro(goal)
    s, a = 1 / (2 + theta), 2 / (2 + theta)
    l, q = log2(n), log2(n / 2)
    lengths = [positive_log2(p, number, p.arith(number > 1, least)) for number in (n, n / 2)]
    E, R, T, root_n = power(eps, a), power(n, s), power(term(2), s), sqrt(n)
    signs = [p.lemma("exp_positive", t.args[0]) for t in (E, R, T)]
    r, r_square = root(p, n, p.arith(n > 0, least))
    half = exp(log(n) / 2)
    x = p.fresh("x", "real")
    whole = p.arith(half * half == n, p.lemma("exp_sum", log(n) / 2, log(n) / 2), p.congruent(
        lam(x, exp(x)), p.ring(log(n) / 2 + log(n) / 2, log(n))), p.lemma("exp_log", n, using=[p.arith(
            n > 0, least)]))  # fmt: skip
    apart = p.arith((root_n - half) * (root_n + half) == 0, r_square, whole)
    both = p.arith(root_n + half > 0, r, p.lemma("exp_positive", log(n) / 2))
    same = p.arith(root_n == half, p.arith(root_n <= half, apart, both), p.arith(root_n >= half, apart, both))
    parts = [p.arith(power(eps, 1 + a) == eps * E, p.congruent(lam(x, exp(x)), p.ring(
        (1 + a) * log(eps), log(eps) + a * log(eps))), p.lemma("exp_sum", log(eps), a * log(eps)), p.lemma(
            "exp_log", eps, using=[accurate]), multipliers=[1, E]),
        p.arith(power(n, term("1/2") + s) == root_n * R, p.congruent(lam(x, exp(x)), p.ring(
            (term("1/2") + s) * log(n), log(n) / 2 + s * log(n))), p.lemma("exp_sum", log(n) / 2, s * log(n)), same,
            multipliers=[1, R])]  # fmt: skip
    S = scale(theta, n, eps)
    area = p.arith(S == eps * E * (root_n * R), *parts, multipliers=[power(n, term("1/2") + s), eps * E])
    Tq, D = T * q, root_n * (E * R / (T * q))
    tq = p.arith(Tq > 0, signs[2], lengths[1])
    over_tq = p.lemma("inverse", Tq, using=[p.arith(negation(Tq == 0), tq)])
    scaled = p.arith(D * Tq == root_n * (E * R), over_tq, multipliers=[root_n * E * R])
    wide = p.arith(root_n * (E * R) > 0, r, p.arith(E * R > 0, *signs))
    positive_d = p.absurd(D > 0, lambda no: p.arith(false, scaled, wide, p.arith(D * Tq <= 0, no, tq)))
    over_d = p.lemma("inverse", D, using=[p.arith(negation(D == 0), positive_d)])
    below = 3 * K * T * l * q
    kl = p.arith(3 * K * l > 0, positive, lengths[0])
    below_positive = p.arith(below > 0, p.arith(3 * K * l * Tq > 0, kl, tq))
    over_below = p.lemma("inverse", below, using=[p.arith(negation(below == 0), below_positive)])
    G = S / below
    exact = p.arith(G * below == eps * (D * Tq), over_below, area, scaled, multipliers=[S, 1, eps])
    exact = p.arith((G * (3 * K * l) - eps * D) * Tq == 0, exact)
    exact = p.arith(G * (3 * K * l) == eps * D, p.arith(G * (3 * K * l) - eps * D <= 0, exact, tq), p.arith(
        G * (3 * K * l) - eps * D >= 0, exact, tq))  # fmt: skip
    loss = K * w * l / D
    cleared = p.arith(loss * D == K * w * l, over_d, multipliers=[K * w * l])
    left, right = conclusion.args[0].args
    bounded = p.assume(left)
    few = p.arith((w - G) * (3 * K * l) <= 0, exact, cleared, p.arith(3 * loss * D <= eps * D, p.arith(
        3 * loss <= eps, bounded), positive_d))  # fmt: skip
    first = p.implication(left, p.absurd(right, lambda no: p.arith(false, few, p.arith(
        (w - G) * (3 * K * l) > 0, no, kl))))  # fmt: skip
    admitted = p.assume(right)
    most = p.arith((3 * loss - eps) * D <= 0, exact, cleared, p.arith(
        w * (3 * K * l) <= G * (3 * K * l), admitted, kl))  # fmt: skip
    small = p.absurd(3 * loss <= eps, lambda no: p.arith(false, most, p.arith(
        (3 * loss - eps) * D > 0, no, positive_d)))  # fmt: skip
    second = p.implication(right, p.arith(left, small))
    return p.conclude(goal, [K, theta, n, eps, w], p.both(first, second))


@algebra.satisfied(algebra_repaired)
def three_bits(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 1, 1, 3, 1, 1, p.compute(instance_of(formula, 1, 1, 3, 1, 1)))


@algebra.satisfied(algebra_printed)
def some_constants(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 1, 1, p.compute(instance_of(formula, 1, 1)))


algebra.defined(algebra_printed, algebra_repaired)(positives_defined)


@algebra.instances
def sizes_of_circuits(rng, n):
    """K and theta from 1/4 to 4, n from 4 to 2^40, epsilon from 2^-10 to 1."""
    return {"K": 2.0 ** rng.integers(-2, 3, size=n), "theta": 2.0 ** rng.integers(-2, 3, size=n),
            "n": 2.0 ** rng.integers(2, 41, size=n), "epsilon": 2.0 ** rng.integers(-10, 1, size=n)}  # fmt: skip


algebra.mutant("twice the size", algebra_repaired, implies(eps > 0, agreement_bound(
    K, theta, real_n, eps, 2 * scale(theta, real_n, eps) / (3 * K * power(term(2), share_) * log2(real_n) * log2(
        real_n / 2))) <= term("1/2") + eps))  # fmt: skip
algebra.mutant("one logarithm in the denominator", algebra_repaired, implies(eps > 0, agreement_bound(
    K, theta, real_n, eps, scale(theta, real_n, eps) / (3 * K * power(term(2), share_) * log2(real_n)))
    <= term("1/2") + eps))  # fmt: skip

# How many functions small circuits compute.

maass = Claim(
    "mukherjee2020",
    "fact",
    "",
    slug="maass_count",
    section="2.6",
    family="boolean_circuits",
    title="how many functions LTF-of-ReLU circuits compute",
    statement=r"""LTF-of-ReLU circuits on $n \ge 1$ bits with $w \ge 1$ ReLU gates, and wires from the inputs to the
    output gate, compute at most $2^{O(Q^2\log_2 Q)}$ Boolean functions, $Q = wn + 2w + 2$.""",
)

gates = integer("w")
weights = gates * n + 2 * gates + 2
functions = count(computed(n, gates), 2**n)
few = 2 ** (gates + 1 + n * (n + 1) * (2 * gates + 1))
many, Q = real("count"), real("w") * real("n") + 2 * real("w") + 2
maass_printed = maass.variant(
    "printed", exists(K, conj(K > 0, forall(n, gates, implies(
        conj(n >= 1, gates >= 1), functions <= power(term(2), K * (weights * weights) * log2(weights)))))),
    expect="proved",
    why="With K = 4. For w = 0 the formula, which does not count the n wires to the output gate, would be too small.",
    observed=implies(real("w") >= 1, many <= power(term(2), 4 * (Q * Q) * log2(Q))),
)  # fmt: skip
maass_sharpened = maass.variant(
    "sharpened", forall(n, gates, implies(conj(n >= 1, gates >= 0), functions <= few)), expect="proved",
    why="The exponent is at most 3 Q^2 for w >= 1, without log2 Q, and linear in w. A gate is on at one of at most "
        "2^(1 + n (n + 1)) sets of points; where all w of them are known, the output gate is a half-space with "
        "(w + 1) (n + 1) parameters, so that it has one of at most 2^(1 + n (n + 1) (w + 1)) patterns.",
    observed=many <= few,
)  # fmt: skip


@maass.prove(maass_sharpened)
def gate_by_gate(p: Proof, goal: Term) -> Fact:
    (n, w), facts, conclusion = p.intro(goal)
    return p.conclude(goal, [n, w], p.restate(circuits_counted(p).apply(n, w, using=facts), conclusion))


@once
def few_by_logarithm(p: Proof) -> Fact:
    """For all n, w >= 1 and R, x with x >= 2 and (3 w n + 1) (w n + 1) <= R: the sharpened count is at most
    2^(R log2 x)."""
    n, w, R, x = p.fresh("n", "int"), p.fresh("w", "int"), p.fresh("R", "real"), p.fresh("x", "real")
    cells = w * n
    facts = [p.assume(n >= 1), p.assume(w >= 1), p.assume(x >= 2), p.assume((3 * cells + 1) * (cells + 1) <= R)]
    positive, some, two, large = facts
    wide = p.arith(cells >= n, p.arith((w - 1) * n >= 0, some, positive))
    tall = p.arith(cells >= w, p.arith(w * (n - 1) >= 0, some, positive))
    counted = circuits_counted(p).apply(n, w, using=[positive, p.arith(w >= 0, some)])
    exponent = w + 1 + n * (n + 1) * (2 * w + 1)
    less = p.arith(exponent <= R, large, wide, tall, p.arith(cells * (cells - n) >= 0, wide, positive), p.arith(
        n * (cells - n) >= 0, wide, positive))  # fmt: skip
    natural = p.arith(exponent >= 0, some, positive, p.arith(n * cells >= 0, wide, positive), tall, p.arith(
        n * n >= 0, positive))  # fmt: skip
    number = powers_of_two(p).apply(exponent, using=[natural])
    unit = p.enclose(0 < log(2))
    inverse = p.lemma("inverse", log(2), using=[p.arith(negation(log(2) == 0), unit)])
    base, value = (p.lemma("exp_log", t, using=[p.arith(t > 0, two)]) for t in (term(2), x))
    longer = p.absurd(log(x) >= log(2), lambda no: p.arith(false, two, base, value, p.lemma(
        "exp_monotone", log(x), log(2), using=[p.arith(log(x) < log(2), no)])))  # fmt: skip
    top = R * log2(x) * log(2)
    ordered = p.arith(exponent * log(2) <= R * log(x), p.arith((R - exponent) * log(2) >= 0, less, unit), p.arith(
        R * (log(x) - log(2)) >= 0, p.arith(R >= 0, less, natural), longer))  # fmt: skip
    same = p.arith(top == R * log(x), inverse, multipliers=[R * log(x)])
    more = weak_exp(p, exponent * log(2), top, p.arith(exponent * log(2) <= top, ordered, same))
    shown = p.arith(counted.formula.args[0] <= exp(top), counted, number, more)
    for fact in reversed(facts):
        shown = p.implication(fact.formula, shown)
    return p.general(n, w, R, x, shown)


@maass.prove(maass_printed)
def with_four(p: Proof, goal: Term) -> Fact:
    body = instance_of(goal, 4)
    (n, w), (positive, some), conclusion = p.intro(body.args[1])
    Q, cells = w * n + 2 * w + 2, w * n
    natural = p.arith(cells >= 0, p.arith((w - 1) * n >= 0, some, positive), positive)
    enough = p.arith((3 * cells + 1) * (cells + 1) <= 4 * (Q * Q), natural, p.arith(
        (Q - cells - 1) * (Q + cells + 1) >= 0, p.arith(Q >= cells + 1, some), natural, some))  # fmt: skip
    shown = few_by_logarithm(p).apply(n, w, 4 * (Q * Q), Q, using=[
        positive, some, p.arith(Q >= 2, natural, some), enough])  # fmt: skip
    shown = p.conclude(body.args[1], [n, w], p.restate(shown, conclusion))
    return p.witness(goal, 4, p.both(p.arith(term(4) > 0), shown))


@maass.satisfied(maass_sharpened)
def one_gate(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 1, 1, p.compute(instance_of(formula, 1, 1)))


@maass.defined(maass_printed, maass_sharpened)
def sizes_are_natural(p: Proof, formula: Term) -> Fact:
    """Exponents are natural numbers, and Q is more than 1."""

    def leaf(goal: Term, facts: list[Fact]) -> Fact:
        inner = goal.args[0].args[0] if goal.op == "not" else goal.args[1]
        known = list(facts)
        rows = [f for f in facts if f.formula.op == "<=" and f.formula.args[1].op == "var"]
        if len(rows) >= 2:
            n, w = (f.formula.args[1] for f in rows[:2])
            known += [p.arith(w * n >= 0, *rows[:2]), p.arith(w * n * n >= 0, p.arith(w * n >= 0, *rows[:2]), rows[0])]
        if inner.op == "^":
            return p.arith(goal, power_positive(p).apply(inner.args[1], using=[leaf(inner.args[1] >= 0, facts)]))
        if inner.op == "log":
            return p.arith(goal, positive(p, inner, known))
        return p.find(goal, known)

    return defined(p, formula, leaf)


@maass.instances
def whole_classes(rng, n):
    """Half-spaces alone on up to four bits, the classes of which are known; one and two bits, where one ReLU gate and
    the wires compute all functions, and 2^n gates on n <= 6 bits, which do, too."""
    cases = [(1, 0, 4), (2, 0, 14), (3, 0, 104), (4, 0, 1882)]
    cases += [(1, w, 4) for w in range(1, 9)] + [(2, w, 16) for w in range(1, 9)]
    cases += [(k, 2**k, 2.0**2**k) for k in range(1, 7)]
    columns = np.array(cases, dtype=float)[np.arange(n) % len(cases)].T
    return dict(zip(("n", "w", "count"), columns, strict=True))


maass.mutant("K = 1/64", maass_printed, implies(real("w") >= 1, many <= power(term(2), Q * Q * log2(Q) / 64)))
maass.mutant("the square root of 2^Q", maass_printed, implies(real("w") >= 1, many * many <= power(term(2), Q)))
maass.mutant("as if the gates added nothing", maass_sharpened, many <= 2 ** (1 + n * (n + 1)))
maass.mutant("two parameters fewer", maass_sharpened, many <= 2 ** (gates + 1 + n * (n - 1) * (2 * gates + 1)))
