"""Definition 10, Andreev's function: it makes sense for all n >= 4, and for no other n, where it would have no row."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    exists,
    floor,
    forall,
    function,
    iff,
    implies,
    integer,
    negation,
    real,
    term,
)
from theorems.claim import Claim
from theorems.mukherjee2020.andreev import Bin, Bits, Columns, HalfLog, bin_bounds
from theorems.mukherjee2020.boolean import power_positive

claim = Claim(
    "mukherjee2020", "definition", "10", section="2.5.1", family="boolean_circuits",
    title="Andreev's function",
    statement=r"""For every $n \ge 4$, with $L = \lfloor\log_2(n/2)\rfloor$ and $c = \lfloor n/(2L)\rfloor$, Andreev's
    function maps $\lfloor n/2\rfloor$ bits $x$ and an $L \times c$ matrix of bits to the bit of $x$ whose number is
    given, in binary, by the parities of the rows. So $L$ must be positive, the numbers from $0$ to $2^L - 1$ must be
    places of $x$, and $x$ and the matrix together must fit into $n$ bits. (The text has no range for $n$.)""",
)  # fmt: skip

n, L, z = integer("n"), integer("L"), function("z", "int->int")


def makes_sense(n: Term) -> Term:
    """L is positive, every bit string gives the number of a place of x, and the inputs fit into n bits."""
    return exists(L, conj(
        HalfLog(n, L), L >= 1,
        forall(z, implies(Bits(z, L), between(0, Bin(z, L), floor(n / 2) - 1))),
        floor(n / 2) + L * Columns(n, L) <= n))  # fmt: skip


rows, table, columns = real("L"), real("table"), real("c")  # floor(log2(n/2)), 2^L and floor(n / (2 L))

printed = claim.variant(
    "printed", forall(n, implies(n >= 4, makes_sense(n))), expect="proved",
    why="2^L <= n/2 makes every number below 2^L a place of x, and L c <= n/2.",
    observed=implies(n >= 4, conj(rows >= 1, table <= floor(n / 2), floor(n / 2) + rows * columns <= n)),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(n, implies(n >= 1, iff(makes_sense(n), n >= 4))), expect="proved",
    why="And for no other n: for n = 2 and 3 there is no row, L = 0, and the number of columns is n/0; for n = 1 the "
        "logarithm is negative.",
    observed=iff(rows >= 1, n >= 4),
)  # fmt: skip


def four(p: Proof, L: Term, rows: Fact) -> Fact:
    """2^(L+1) >= 4 for L >= 1."""
    powers = [p.lemma("power_step", 2, e, using=[p.arith(e >= 0, rows)]) for e in (L, L - 1)]
    return p.arith(2 ** (L + 1) >= 4, *powers, power_positive(p).apply(L - 1, using=[p.arith(L - 1 >= 0, rows)]))


def some_rows(p: Proof) -> Fact:
    """forall n >= 4: HalfLog(n, L) and L >= 1 for some L."""

    def claimed(n: Term) -> Term:
        return exists(L, conj(HalfLog(n, L), L >= 1))

    def shaped(n: Term, L: Term, *facts: Fact) -> Fact:
        shape = p.restate(p.find(Term(TABLE.unfold(HalfLog(n, L).index)), list(facts)), HalfLog(n, L))
        return p.witness(claimed(n), L, p.both(shape, p.arith(L >= 1, *facts)))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        L, found = p.obtain(here, "L")
        low, least, most = p.open_definition(found.left).split()
        double = p.lemma("power_step", 2, L + 2, using=[p.arith(L + 2 >= 0, low)])

        def next_power(no: Fact) -> Fact:
            equal = p.arith(n + 1 == 2 ** (L + 2), no, most)
            facts = [p.arith(L + 1 >= 0, low), p.arith(n + 1 >= 2 ** (L + 1 + 1), equal),
                     p.arith(n + 1 < 2 ** (L + 1 + 2), equal, double, above), p.arith(L + 1 >= 1, low)]  # fmt: skip
            return shaped(n + 1, L + 1, *facts)

        return p.close(p.decide(n + 1 < 2 ** (L + 2), lambda yes: shaped(
            n + 1, L, low, p.arith(n + 1 >= 2 ** (L + 1), least), yes, found.right), next_power))  # fmt: skip

    first = p.compute(Term(TABLE.unfold(conj(HalfLog(4, 1), term(1) >= 1).index)))
    base = p.witness(claimed(term(4)), 1, p.restate(first, conj(HalfLog(4, 1), term(1) >= 1)))
    return p.induction("n", 4, claimed, base, step)


def sense(p: Proof, n: Term, large: Fact) -> Fact:
    """makes_sense(n), for n >= 4."""
    goal = makes_sense(n)
    L, found = p.obtain(some_rows(p).apply(n, using=[large]), "L")
    shape, rows = found.split()
    low, least, _ = p.open_definition(shape).split()
    half = p.lemma("floor", n / 2)
    double = p.lemma("power_step", 2, L, using=[low])
    places = p.arith(floor(n / 2) >= 2**L, least, double, half)
    z = p.fresh("z", "int->int")
    bits = p.assume(Bits(z, L))
    bounds = bin_bounds(p).apply(z, L, using=[low, bits])
    inside = p.implication(
        bits.formula, p.both(bounds.left, p.arith(Bin(z, L) <= floor(n / 2) - 1, bounds.right, places))
    )
    columns = p.lemma("floor", n / (2 * L))
    inverse = p.lemma("inverse", 2 * L, using=[p.arith(negation(2 * L == 0), rows)])
    scaled = p.arith(2 * L * Columns(n, L) <= 2 * L * (n / (2 * L)), columns.left, rows)
    width = p.arith(L * Columns(n, L) <= n / 2, scaled, inverse, multipliers=[n])
    fits = p.arith(floor(n / 2) + L * Columns(n, L) <= n, half, width)
    return p.close(p.witness(goal, L, p.both(shape, rows, p.general(z, inside), fits)))


@claim.prove(printed)
def by_half_the_bits(p: Proof, goal: Term) -> Fact:
    (n,), (large,), _ = p.intro(goal)
    return p.conclude(goal, [n], sense(p, n, large))


@claim.prove(sharpened)
def by_the_next_power_of_two(p: Proof, goal: Term) -> Fact:
    (n,), _, _ = p.intro(goal)
    sensible, large = p.assume(makes_sense(n)), p.assume(n >= 4)
    L, found = p.obtain(sensible, "L")
    least, rows = p.open_definition(found.left).right.left, found.right.left
    there = p.close(p.arith(n >= 4, least, four(p, L, rows)))
    both = p.both(p.implication(sensible.formula, there), p.implication(large.formula, sense(p, n, large)))
    return p.conclude(goal, [n], both)


@claim.satisfied(printed, sharpened)
def at_four(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [4])


@claim.instances
def sizes(rng, n):
    """n up to 4096, the small ones first, with L = floor(log2(n/2)), 2^L and c = floor(n/(2L)), or c = 0 for L < 1."""
    size = np.where(np.arange(n) < 64, 1 + np.arange(n), rng.integers(1, 4097, size=n))
    rows = np.frexp(size / 2)[1] - 1
    columns = np.where(rows >= 1, size // (2 * np.maximum(rows, 1)), 0)
    return {"n": size.astype(float), "L": rows.astype(float), "table": 2.0**rows, "c": columns.astype(float)}


claim.mutant("from n = 3", sharpened, iff(rows >= 1, n >= 3))
claim.mutant("from n = 5", sharpened, iff(rows >= 1, n >= 5))
claim.mutant("all n bits are used", printed, implies(n >= 4, n <= floor(n / 2) + rows * columns))
claim.mutant("every bit of x has an address", printed, implies(n >= 4, floor(n / 2) <= table))
