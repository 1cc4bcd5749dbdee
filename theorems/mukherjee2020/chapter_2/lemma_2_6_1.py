"""Lemma 2.6.1, block restrictions force a threshold gate: true with the constant 1, and with none below."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.restriction import not_forced_counts, restriction_count
from numerics.sums import equal_sums, once, sum_of_constants
from numerics.terms import (
    TABLE,
    Term,
    conj,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    real,
    sqrt,
    term,
    total,
)
from theorems.claim import Claim
from theorems.mukherjee2020.digits import Digit
from theorems.mukherjee2020.restrictions import EqualParts, Free, Unforced, chances_defined
from theorems.mukherjee2020.unforced import Gate

claim = Claim(
    "mukherjee2020", "lemma", "2.6.1", section="2.6", family="boolean_circuits",
    title="block restrictions force a threshold gate",
    statement=r"""Let $f : \{0, 1\}^n \to \{0, 1\}$ be a linear threshold function and let $\mathcal P$ be a partition
    of $[n]$ into parts of equal size. Choose one element of each part uniformly at random, leave it free, and fix all
    others to random bits. Then $f$ is not forced to a constant with probability $O(|\mathcal P|/\sqrt n)$: at most
    $C\,|\mathcal P|/\sqrt n$ for an absolute constant $C$.""",
)  # fmt: skip

c, i, j, k, m, n, s, x = (integer(name) for name in "cijkmnsx")
w, part = function("w", "int->real"), function("part", "int->int->int")
theta, C = real("theta"), real("C")
parts, free = integer("parts"), real("unforced")  # |P|, and how many of the (n/|P|)^|P| 2^(n - |P|) restrictions do not force
chance = free / ((n / parts) ** parts * 2 ** (n - parts))

printed = claim.variant(
    "printed", exists(C, conj(C > 0, forall(n, m, s, part, w, theta, implies(
        EqualParts(part, n, m, s), Unforced(w, theta, part, n, m, s) <= C * m / sqrt(n))))), expect="proved",
    why="C = 1: the points with all free bits set towards 1, or towards 0, have densities U and V, and the gate is not "
        "forced with probability E f (U - V).",
    observed=chance <= parts / sqrt(n),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(n, m, s, part, w, theta, implies(EqualParts(part, n, m, s), conj(
        Unforced(w, theta, part, n, m, s) ** 2 <= 1 - (1 - 1 / s) ** m,
        Unforced(w, theta, part, n, m, s) <= m / sqrt(n)))), expect="proved",
    why="Cauchy-Schwarz with weight U + V, where E UV/(U + V) >= (E UV)^2 / E UV(U + V); the second bound follows by "
        "Bernoulli's inequality.",
    observed=chance**2 <= 1 - (1 - parts / n) ** parts,
)  # fmt: skip
attained = claim.variant(
    "sharpened_attained", forall(m, implies(m >= 1, exists(part, w, theta, conj(
        EqualParts(part, m, m, 1), Unforced(w, theta, part, m, m, 1) == 1)))), expect="proved",
    why="Parts of one position leave every bit free, so that an OR is never forced: with s = 1 the first bound is "
        "attained for every m, and the second for n = 1, where no constant below 1 would do.",
    observed=implies(n == parts, chance <= 1),
)  # fmt: skip


@once
def scaled_powers(p: Proof) -> Fact:
    """For all s >= 1 and m >= 0: (1 - 1/s)^m s^m = (s - 1)^m, and (1 - 1/s)^m >= 1 - m/s."""
    s = p.fresh("s", "int")
    some_place = p.assume(s >= 1)
    inverse = p.lemma("inverse", s, using=[p.arith(negation(s == 0), some_place)])
    positive = p.arith(1 / s > 0, inverse, some_place)
    base = 1 - 1 / s
    low = p.arith(base >= 0, inverse, positive, p.arith((s - 1) * (1 / s) >= 0, positive, some_place))

    def claimed(m: Term) -> Term:
        return conj(base**m * s**m == (s - 1) ** m, base**m >= 1 - m / s)

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", b, m, using=[above]) for b in (base, s, s - 1)]
        single = p.arith(base * s == s - 1, inverse)
        equal = p.arith(base ** (m + 1) * s ** (m + 1) == (s - 1) ** (m + 1), *powers, here.left, single, multipliers=[
            1, s ** (m + 1), base**m * base, base * s, (s - 1) ** m])  # fmt: skip
        product = p.arith(base**m * base >= (1 - m / s) * base, here.right, low)
        square = p.arith(m * (1 / s) * (1 / s) >= 0, above, p.arith(1 / s * (1 / s) >= 0, positive))
        return p.both(equal, p.arith(base ** (m + 1) >= 1 - (m + 1) / s, powers[0], product, square))

    zero = [p.lemma("power_zero", b) for b in (base, s, s - 1)]
    first = p.arith(base**0 * s**0 == (s - 1) ** 0, *zero, multipliers=[1, s**0])
    start = p.both(first, p.arith(base**0 >= 1 - term(0) / s, zero[0]))
    return p.general(s, p.implication(some_place.formula, p.induction("m", 0, claimed, start, step)))


@once
def bounds(p: Proof) -> Fact:
    """For every partition into equal parts and every gate: P^2 <= 1 - (1 - 1/s)^m and P <= m / sqrt n."""
    goal = sharpened.statement.formula
    variables, (known,), _ = p.intro(goal)
    n, m, s, _, w, theta = variables
    gate = Gate(p, w, theta, known)
    P, positive, scaled = gate.squared()
    partition, R = gate.partition, gate.R
    many = p.arith(m >= 0, partition.some_part)
    equal, least = scaled_powers(p).apply(s, m, using=[partition.some_place, many]).split()
    power = (1 - 1 / s) ** m
    first = p.absurd(P**2 <= 1 - power, lambda no: p.arith(
        false, p.arith(R * (P**2 - 1 + power) > 0, no, gate.choices), scaled, equal))  # fmt: skip
    bound = p.arith(P**2 <= m / s, first, least)
    inverse = p.lemma("inverse", s, using=[p.arith(negation(s == 0), partition.some_place)])
    root = p.lemma("sqrt", n, using=[gate.long])
    side = p.arith(sqrt(n) > 0, root.left, root.right, partition.positions)
    length = p.arith(n >= 0, gate.long)
    times = p.arith(P**2 * n <= m / s * n, bound, length)
    shorter = p.arith(m / s * n == m * m, partition.size, inverse, multipliers=[m / s, m * m, m * m * (1 / s)])
    square = p.arith(P**2 * (sqrt(n) * sqrt(n)) <= m * m, times, shorter, root.right, multipliers=[1, P**2])
    below = p.arith(P * sqrt(n) >= 0, positive, side)
    short = p.absurd(P * sqrt(n) <= m, lambda no: p.arith(
        false, p.arith((P * sqrt(n)) * (P * sqrt(n)) > m * m, p.arith(
            (P * sqrt(n) - m) * (P * sqrt(n) + m) > 0, no, p.arith(P * sqrt(n) + m > 0, no, below, many))), square))  # fmt: skip
    inverse = p.lemma("inverse", sqrt(n), using=[p.arith(negation(sqrt(n) == 0), side)])
    reciprocal = p.arith(1 / sqrt(n) > 0, inverse, side)
    second = p.arith(P <= m / sqrt(n), p.arith(P * sqrt(n) * (1 / sqrt(n)) <= m * (1 / sqrt(n)), short, reciprocal),
                     inverse, multipliers=[1, P])  # fmt: skip
    return p.conclude(goal, variables, p.both(first, second))


@claim.prove(printed)
def with_constant_one(p: Proof, goal: Term) -> Fact:
    inner = Term(TABLE.instantiate(goal.index, term(1).index)).args[1]
    variables, (known,), conclusion = p.intro(inner)
    n, m = variables[:2]
    bound = bounds(p).apply(*variables, using=[known]).right
    shown = p.conclude(inner, variables, p.arith(conclusion, bound))
    return p.witness(goal, 1, p.both(p.arith(term(1) > 0), shown))

@claim.prove(sharpened)
def by_weighted_cauchy_schwarz(p: Proof, goal: Term) -> Fact:
    return bounds(p)


@claim.prove(attained)
def by_an_or(p: Proof, goal: Term) -> Fact:
    (m,), (some_part,), conclusion = p.intro(goal)
    part, w, theta = lam(j, k, j), lam(i, term(1)), term(1)
    parts = EqualParts(part, m, m, 1)
    partition = p.restate(p.tautology(Term(TABLE.unfold(parts.index)), [some_part]), parts)
    gate = Gate(p, w, theta, partition)
    nonempty = p.arith(m - 1 + 1 >= 0, some_part)
    known = p.compute(w(i) >= 0)

    def unforced(c: Term, x: Term) -> Fact:
        """Every bit is free: the OR is 0 with all of them 0 and 1 with all of them 1."""

        def each(i: Term, low: Fact, high: Fact, scale: int) -> Fact:
            free = Free(part, m, term(1), c, i)
            there = p.restate(p.exhibit(Term(TABLE.unfold(free.index)), [i], low, high, p.reflexive(i)), free)
            value = gate.settled(c, scale)(i)(Digit(x, 2, i))
            return p.arith(value == (1 + scale) // 2, p.lemma("if_true", free, 1, 0, using=[there]), gate.sign(
                i, known), multipliers=[1, Digit(x, 2, i), gate.signs(i)])  # fmt: skip

        sums = []
        for scale in (-1, 1):
            f = lam(i, gate.settled(c, scale)(i)(Digit(x, 2, i)))
            same = equal_sums(p, term(0), m - 1, f, lam(i, term((1 + scale) // 2)), lambda i, low, high, scale=scale: each(
                i, low, high, scale))  # fmt: skip
            constant = sum_of_constants(p).apply(0, m - 1, (1 + scale) // 2, using=[nonempty])
            sums.append(p.arith(same.formula.args[0] == m * ((1 + scale) // 2), same, constant))
        (low, none), (high, every_bit) = ((fact.formula.args[0], fact) for fact in sums)
        return p.arith(gate.unforced(c, x) == 1, gate.pointwise(c, x),
                       p.lemma("if_true", theta <= high, 1, 0, using=[p.arith(theta <= high, every_bit, some_part)]),
                       p.lemma("if_false", theta <= low, 1, 0, using=[p.arith(negation(theta <= low), none)]))  # fmt: skip

    def points(c: Term, low: Fact, high: Fact) -> Fact:
        same = equal_sums(p, term(0), gate.X - 1, lam(x, gate.unforced(c, x)), lam(x, term(1)), lambda x, low, high: (
            unforced(c, x)))  # fmt: skip
        constant = sum_of_constants(p).apply(0, gate.X - 1, 1, using=[gate.some_points])
        return p.arith(same.formula.args[0] == gate.X, same, constant)

    scaled = gate.each_choice(gate.X, points)
    inverse = p.lemma("inverse", gate.X, using=[p.arith(negation(gate.X == 0), gate.points)])
    P = Unforced(w, theta, part, m, m, 1)
    one = p.arith(P == 1, scaled, inverse, multipliers=[1 / gate.X, P, 1])
    return p.conclude(goal, [m], p.exhibit(conclusion, [part, w, theta], partition, one))


@claim.satisfied(sharpened)
def one_position(p: Proof, formula: Term) -> Fact:
    """One part of one position."""
    return p.witness(formula, 1, 1, 1, lam(j, k, term(0)), lam(i, term(1)), 1, p.restate(p.compute(
        Term(TABLE.unfold(EqualParts(lam(j, k, term(0)), 1, 1, 1).index))), EqualParts(lam(j, k, term(0)), 1, 1, 1)))


for one in (printed, sharpened, attained):
    claim.defined(one)(chances_defined)
