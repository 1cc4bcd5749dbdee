"""Equation (2.10), a union bound over a class of N functions: true, and better by the factor that Claim 1 allows."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import once, smaller_sum, sum_of_constants, sums_scaled
from numerics.terms import Term, between, conj, every, exp, forall, function, implies, integer, lam, real, some, term
from theorems.claim import Claim
from theorems.mukherjee2020.boolean import (
    Bit,
    Boolean,
    Chance,
    chance_not_negative,
    power_positive,
    powers_defined,
    union_bound,
    zero_is_boolean,
)
from theorems.mukherjee2020.chapter_2.claim_1 import both_tails

claim = Claim(
    "mukherjee2020", "equation", "2.10", section="2.6", family="boolean_circuits",
    title="a random function agrees rarely with any of N functions", uses=["claim_1"],
    statement=r"""Let a class hold $N$ functions $C : \{-1, 1\}^n \to \{-1, 1\}$, and let $\epsilon > 0$. For $g$
    uniform among all functions, the probability that some $C$ of the class agrees with $g$ on at least a fraction
    $\frac12 + \epsilon$ of the points is at most $N e^{-2^{n+1}\epsilon^2}$.""",
)  # fmt: skip

n, N, M, k, i, m = (integer(name) for name in ("n", "N", "M", "k", "i", "m"))
C, eps = function("C", "int->int->int"), real("epsilon")  # C(k) is the k-th function of the class


def hit(k: Term, m: Term, N: Term) -> Term:
    """The function number m agrees with C(k) on at least a fraction 1/2 + epsilon of N points."""
    return Chance(lam(i, C(k)(i) == Bit(m, i)), N) >= term("1/2") + eps


def some_hit(N: Term) -> Term:
    """The probability that a random function on N points agrees that often with some function of the class."""
    return Chance(lam(m, some(k, 1, M, hit(k, m, N))), 2**N)


def members(N: Term) -> Term:
    """All functions of the class are Boolean on N points."""
    return every(k, 1, M, Boolean(C(k), N))


share, functions, square = real("share"), real("N"), eps * eps

printed = claim.variant(
    "printed", forall(n, M, C, eps, implies(
        conj(n >= 1, M >= 1, eps > 0, members(2**n)), some_hit(2**n) <= M * exp(-(2 ** (n + 1) * eps**2)))),
    expect="proved", why="The probability of a union is at most the sum of the probabilities, each bounded by Claim 1.",
    observed=implies(eps > 0, share <= functions * exp(-(2 ** (n + 1) * square))),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(N, M, C, eps, implies(
        conj(N >= 1, M >= 1, eps > 0, members(N)),
        some_hit(N) * (1 + exp(-(8 * N * eps**2))) <= M * exp(-(2 * N * eps**2)))), expect="proved",
    why="The sharpened Claim 1 for each member, on any number N of points.",
    observed=implies(eps > 0, share * (1 + exp(-(8 * 2**n * square))) <= functions * exp(-(2 * 2**n * square))),
)  # fmt: skip


@once
def over_the_class(p: Proof) -> Fact:
    """The sharpened bound, for all N >= 1, M >= 1, classes C and epsilon > 0."""
    goal = sharpened.statement.formula
    (N, M, C, eps), (positive, some_members, accurate, boolean), conclusion = p.intro(goal)
    wide = power_positive(p).apply(N, using=[p.arith(N >= 0, positive)])
    often = lam(k, m, Chance(lam(i, C(k)(i) == Bit(m, i)), N) >= term("1/2") + eps)
    factor, bound = 1 + exp(-(8 * N * eps**2)), exp(-(2 * N * eps**2))
    chances = lam(k, Chance(lam(m, often(k)(m)), 2**N))
    united = union_bound(p).apply(often, 2**N, M, using=[wide, p.arith(M >= 0, some_members)])
    nonempty = p.arith(M + 1 >= 1, some_members)

    def member(k: Term, low: Fact, high: Fact) -> Fact:
        known = both_tails(p).apply(N, C(k), eps, using=[positive, accurate, boolean.apply(k, using=[low, high])])
        return p.arith(factor * chances(k) <= bound, known)

    each = smaller_sum(p, term(1), M, lam(k, factor * chances(k)), lam(k, bound), nonempty, member)
    scaled = sums_scaled(p).apply(1, M, chances, factor, using=[nonempty])
    constant = sum_of_constants(p).apply(1, M, bound, using=[nonempty])
    larger = p.arith(factor > 0, p.lemma("exp_positive", -(8 * N * eps**2)))
    left, whole = united.formula.args
    shown = p.arith(conclusion, p.arith(left * factor <= whole * factor, united, larger), each, scaled, constant)
    return p.conclude(goal, [N, M, C, eps], shown)


@claim.prove(sharpened)
def by_the_sharpened_claim(p: Proof, goal: Term) -> Fact:
    return over_the_class(p)


@claim.prove(printed)
def by_one_tail(p: Proof, goal: Term) -> Fact:
    (n, M, C, eps), (positive, some_members, accurate, boolean), conclusion = p.intro(goal)
    above = p.arith(n >= 0, positive)
    size = power_positive(p).apply(n, using=[above])
    double = p.lemma("power_step", 2, n, using=[above])
    tails = over_the_class(p).apply(2**n, M, C, eps, using=[size, some_members, accurate, boolean])
    chance, factor = tails.formula.args[0].args
    not_negative = chance_not_negative(p, chance, power_positive(p).apply(2**n, using=[p.arith(2**n >= 0, size)]))
    more = p.arith(chance <= chance * factor, not_negative, p.lemma("exp_positive", factor.args[1].args[0]))
    exponent = p.congruent(exp, p.arith(-(2 * 2**n * eps**2) == -(2 ** (n + 1) * eps**2), double, multipliers=[eps**2]))
    shown = p.arith(conclusion, tails, more, exponent, multipliers=[1, M])
    return p.conclude(goal, [n, M, C, eps], shown)


def one_function(p: Proof, formula: Term, N: Term) -> Fact:
    """The class of the function 0 alone."""
    bounds = p.assume(between(term(1), k, term(1)))
    members = p.general(k, p.implication(bounds.formula, zero_is_boolean(p, N)))
    return p.exhibit(formula, [1, 1, lam(k, i, term(0)), 1], members)


@claim.satisfied(printed)
def on_two_points(p: Proof, formula: Term) -> Fact:
    return one_function(p, formula, term(2) ** 1)


@claim.satisfied(sharpened)
def on_one_point(p: Proof, formula: Term) -> Fact:
    return one_function(p, formula, term(1))


claim.defined(printed, sharpened)(powers_defined)


@claim.instances
def random_classes(rng, n):
    """Classes of one to four different functions on 2, 4 or 8 points; share is the exact fraction of all functions that
    agree with one of them on at least 2^n (1/2 + epsilon) points."""
    bits = rng.integers(1, 4, size=n)
    sizes = rng.integers(1, 5, size=n)
    least = rng.integers(2 ** (bits - 1), 2**bits + 1)
    first, step = rng.integers(0, 256, size=n), 2 * rng.integers(0, 128, size=n) + 1
    members = first[:, None] + step[:, None] * np.arange(4)
    ones = np.array([x.bit_count() for x in range(256)])
    share = np.zeros(n)
    for k in (1, 2, 3):
        points, every = 2**k, 2**2**k
        rows = np.flatnonzero(bits == k)
        agree = points - ones[np.arange(every)[:, None] ^ (members[rows, None, :] % every)]
        hit = ((agree >= least[rows, None, None]) & (np.arange(4) < sizes[rows, None, None])).any(axis=2)
        share[rows] = hit.sum(axis=1) / every
    return {"n": bits.astype(float), "N": sizes.astype(float), "epsilon": least / 2.0**bits - 0.5, "share": share}


claim.mutant("the square root of N", printed, implies(
    eps > 0, share * share <= functions * exp(-(2 * 2 ** (n + 1) * square))))  # fmt: skip
claim.mutant("N - 1 functions", printed, implies(
    eps > 0, share <= (functions - 1) * exp(-(2 ** (n + 1) * square))))  # fmt: skip
claim.mutant("the factor 2", sharpened, implies(
    eps > 0, share * 2 <= functions * exp(-(2 * 2**n * square))))  # fmt: skip
claim.mutant("two thirds of the bound", sharpened, implies(
    eps > 0, 3 * share * (1 + exp(-(8 * 2**n * square))) <= 2 * functions * exp(-(2 * 2**n * square))))  # fmt: skip
