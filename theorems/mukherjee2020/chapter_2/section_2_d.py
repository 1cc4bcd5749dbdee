"""Appendix 2.D, parity of k bits as a Sum-of-ReLU: true with k + 1 gates; the last one can be left out."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import equal_sums, sums_scaled
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    product,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.cube import wave
from theorems.mukherjee2020.gates import A, B, C, rectified
from theorems.mukherjee2020.parity import Zigzag, levels, odd, rise, signs, sum_bounds, zero_one, zigzag
from theorems.mukherjee2020.pwl import Linear, Pieces
from theorems.mukherjee2020.sign_rank import bits, inner

claim = Claim(
    "mukherjee2020", "construction", "", slug="parity_relu", section="2.D", family="boolean_circuits",
    title="parity with k (or k+1) gates", uses=["theorem_2_2_2.upper"],
    statement=r"""The function on $\mathbb R$ that is $0$ up to $0$, $i \bmod 2$ at $i = 0, \dots, k$, affine between
    neighbours of these and constant beyond $k$ has $k + 2$ pieces and is a Sum-of-ReLU of $k + 1$ gates with hinges
    $0, \dots, k$; hence a Sum-of-ReLU of $k + 1$ gates computes $x \mapsto (\sum_i x_i) \bmod 2$ on $\{0, 1\}^k$.""",
)  # fmt: skip

i, j, k, t = (integer(name) for name in "ijkt")
y, c, x = real("y"), function("c", "int->real"), function("x", "int->int")


def hinged(c: Term, size: Term, y: Term) -> Term:
    """The sum of this many gates with hinges 0, 1, 2, ... and weights c, at y."""
    return total(j, 1, size, c(j) * maximum(0, y - (j - 1)))


def lift(c: Term, k: Term) -> Term:
    """The sum of k + 1 gates is the function of the text."""
    F = lam(y, hinged(c, k + 1, y))
    return conj(forall(y, implies(y <= 0, F(y) == 0)), every(i, 0, k, F(i) == odd(i)),
                forall(y, implies(y >= k, F(y) == odd(k))), every(i, 0, k - 1, Linear(F, i, i + 1)),
                Pieces(F, k + 2))  # fmt: skip


def parity(c: Term, k: Term, size: Term) -> Term:
    """A sum of this many gates computes the parity of k bits 0 or 1."""
    ones = total(t, 1, k, x(t))
    return forall(x, implies(zero_one(x, k), odd(ones) == hinged(c, size, ones)))


bit_sum, even, value, short = integer("s"), integer("e"), real("value"), real("short")

printed = claim.variant(
    "printed", forall(k, implies(k >= 1, exists(c, conj(lift(c, k), parity(c, k, k + 1))))), expect="proved",
    why="The slopes are 0, then 1 and -1 in turn, and 0 again: the weights are 1, then -2 and 2 in turn, and 1 or -1. "
        "(The text refers to Theorem 2.2.3 for this; it means 2.2.2, which as stated would give k + 2 gates.)",
    observed=value == bit_sum - 2 * even,
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(
        forall(k, implies(k >= 1, exists(c, parity(c, k, k)))),
        forall(k, implies(k >= 1, exists(A, B, C, forall(x, implies(
            bits(x, k), product(t, 1, k, x(t)) == 1 + rectified(k, A, B, C, x, k)))))),
    ), expect="proved",
    why="k gates, as Section 2.5.1 says: the last hinge bends nothing up to k. For bits -1 and 1 a constant is added.",
    observed=value == bit_sum - 2 * even,
)  # fmt: skip


@claim.prove(printed)
def by_a_zigzag(p: Proof, goal: Term) -> Fact:
    (k,), (some,), wanted = p.intro(goal)
    Z = Zigzag(p, k, some)
    F = lam(y, hinged(Z.weights, k + 1, y))
    z = p.fresh("y", "real")
    before = p.general(z, under(p, z <= 0, lambda low: Z.before(z, low)))
    even_ = levels(p).apply(k, using=[Z.above]).left
    after = p.general(z, under(p, z >= k, lambda far: p.arith(F(z) == odd(k), Z.after(z, far), even_)))
    at = over(p, 0, k, lambda e, within: p.arith(F(e) == odd(e), Z.at(e, within.left, within.right), levels(p).apply(
        e, using=[within.left]).left))  # fmt: skip

    def line(e: Term, within: Fact) -> Fact:
        u = p.fresh("x", "real")

        def on(place: Fact) -> Fact:
            ends = [Z.on(e, within.left, within.right, q, p.both(p.arith(e <= q), p.arith(q <= e + 1)))
                    for q in (e, e + 1)]  # fmt: skip
            return p.arith(F(u) * (e + 1 - e) == F(e) * (e + 1 - u) + F(e + 1) * (u - e), *ends, Z.on(
                e, within.left, within.right, u, place), multipliers=[1, u, e, u - e, e + 1 - u])  # fmt: skip

        return p.restate(p.general(u, under(p, between(e, u, e + 1), on)), Linear(F, e, e + 1))

    lines = over(p, 0, k - 1, line)
    v = p.fresh("x", "int->int")

    def bits_of(digits: Fact) -> Fact:
        ones = total(t, 1, k, v(t))
        low, high = sum_bounds(p, v, k, Z.above, digits).split()
        return p.arith(odd(ones) == hinged(Z.weights, k + 1, ones), Z.at(ones, low, high), levels(p).apply(
            ones, using=[low]).left)  # fmt: skip

    computes = p.general(v, under(p, zero_one(v, k), bits_of))
    whole = p.both(p.both(before, at, after, lines, Z.pieces(Pieces(F, k + 2))), computes)
    return p.conclude(goal, [k], p.witness(wanted, Z.weights, whole))


@claim.prove(sharpened)
def without_the_last_gate(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (k,), (some,), wanted = p.intro(first)
    above, v = p.arith(k >= 0, some), p.fresh("x", "int->int")
    weights = lam(j, rise(j))

    def on(digits: Fact) -> Fact:
        ones = total(t, 1, k, v(t))
        low, high = sum_bounds(p, v, k, above, digits).split()
        known = zigzag(p).apply(k, using=[above])(ones)
        level_ = levels(p).apply(ones, using=[low]).left
        goal = odd(ones) == hinged(weights, k, ones)

        def inside(yes: Fact) -> Fact:
            place = p.both(p.arith(ones <= ones), p.arith(ones <= ones + 1))
            return p.arith(goal, known.right.left.apply(ones, using=[low, yes, place]), level_, multipliers=[
                1, term(-1) ** ones])  # fmt: skip

        def end(no: Fact) -> Fact:
            same = p.arith(ones == k, no, high)
            last = known.right.right.apply(using=[some, p.arith(k - 1 <= ones, same)])
            power = p.lemma("power_step", -1, k - 1, using=[p.arith(k - 1 >= 0, some)])
            equal = [p.congruent(lam(t, term(-1) ** t), e) for e in (p.ring(k - 1 + 1, k), same)]
            return p.arith(goal, last, power, *equal, level_, same, multipliers=[1, term(-1) ** (k - 1), ones, k])

        return p.decide(ones <= k - 1, inside, end)

    one = p.conclude(first, [k], p.witness(wanted, weights, p.general(v, under(p, zero_one(v, k), on))))
    (k,), (some,), wanted = p.intro(second)
    above, v, half = p.arith(k >= 0, some), p.fresh("x", "int->int"), term("1/2")
    rows, shift = lam(j, t, -half), lam(j, half * k - (j - 1))
    scale = lam(j, where(j == 1, -2, 4 * term(-1) ** j))

    def on_signs(given: Fact) -> Fact:
        T, known = p.obtain(signs(p).apply(v, k, using=[above, given]), "T")
        low, high, twice, power = known.split()
        f, z = lam(t, v(t)), real("q")
        row = sums_scaled(p).apply(1, k, f, -half, using=[p.arith(term(1) <= k + 1, above)])
        unit = lam(j, scale(j) * maximum(0, shift(j) + inner(rows(j), v, k)))
        plain = lam(j, scale(j) * maximum(0, T - (j - 1)))

        def each(m: Term, *_: Fact) -> Fact:
            node = p.congruent(lam(z, maximum(0, z)), p.arith(
                shift(m) + inner(rows(m), v, k) == T - (m - 1), row, twice))  # fmt: skip
            return p.arith(unit(m) == plain(m), node, multipliers=[scale(m)])

        same = equal_sums(p, term(1), k, unit, plain, each)
        series = wave(p).apply(k, using=[above]).apply(T, using=[low]).left.apply(using=[high])
        return p.arith(product(t, 1, k, v(t)) == 1 + rectified(k, rows, shift, scale, v, k), same, series, power)

    two = p.conclude(second, [k], p.witness(wanted, rows, shift, scale, p.general(v, under(p, bits(v, k), on_signs))))
    return p.both(one, two)


@claim.satisfied(printed)
def one_bit(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1])


@claim.instances
def bit_sums(rng, n):
    """Sums s of k <= 12 bits, with e = floor(s / 2): value is that of the k gates, short that of all but the last."""
    k = rng.integers(1, 13, size=n)
    s = rng.integers(0, k + 1)
    hinges = np.arange(12)
    gates = np.where(hinges == 0, 1, 2 * (-1) ** hinges) * np.maximum(0, s[:, None] - hinges)
    value, short = ((gates * (hinges < size[:, None])).sum(axis=1) for size in (k, k - 1))
    found = {"s": s, "e": s // 2, "value": value, "short": short}
    return {name: array.astype("float64") for name, array in found.items()}


for variant in (printed, sharpened):
    claim.mutant("k - 1 gates", variant, short == bit_sum - 2 * even)
    claim.mutant("the opposite parity", variant, value == 1 - bit_sum + 2 * even)
