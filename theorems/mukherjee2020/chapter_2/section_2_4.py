"""Section 2.4, exact training in numbers: hyperplanes part points in more than 2 C(D, n) ways; D^n is enough if D >= 2
and n >= 2. On the line, the places of breakpoints are C(D + w - 2, w - 1), not C(D, w).
"""

from itertools import combinations_with_replacement

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    binomial,
    conj,
    every,
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
    maximum,
    negation,
    product,
    real,
    term,
    total,
    where,
)  # fmt: skip
from numerics.training import cells
from theorems.claim import Claim
from theorems.mukherjee2020.digits import powers_positive
from theorems.mukherjee2020.training import (
    Convex,
    CutBy,
    Input,
    Optimal,
    Output,
    Partition,
    Signs,
    activated,
    exponential,
    exponential_convex,
    linear_on_cell,
    no_optimum,
    opened,
    own_cell,
)
from theorems.mukherjee2020.training_counts import (
    GuessListing,
    PartitionList,
    complete_list,
    guesses_listed,
    kinds_below_power,
    partitions_bounded,
    powers_ordered,
    regions_below_power,
)
from theorems.mukherjee2020.training_curve import curve, most_partitions
from theorems.mukherjee2020.training_tuples import (
    AllIncreasing,
    Increasing,
    tuples_below_power,
    tuples_listed,
    unordered_units,
)

w, n, D, N, i, j, k, q, t = (integer(name) for name in ("w", "n", "D", "N", "i", "j", "k", "q", "t"))
v, s, b, y = (function(name, "int->real") for name in ("v", "s", "b", "y"))
a, x = (function(name, "int->int->real") for name in ("a", "x"))
P, S = function("P", "int->int->bool"), function("S", "int->int->bool")
ell = function("ell", "real->real->real")

# A global optimum need not exist.

attainment = Claim(
    "mukherjee2020", "claim", "", slug="erm_attainment", section="2.4", family="landscape",
    title="a global optimum need not exist", uses=["equation_2_3"],
    statement=r"""There is a loss, the exponential one $\ell(z, y) = e^{-zy}$, that is positive and convex in $z$; but
    for the single data point $(x, 1)$, whatever $n, w \ge 1$ and $x \in \mathbb R^n$, no network of width $w$ has the
    least loss.""",
)  # fmt: skip
output, larger, label = real("output"), real("larger"), real("label")
missing = attainment.variant(
    "printed", exists(ell, conj(Convex(ell), forall(output, label, ell(output)(label) > 0), forall(
        w, n, x, v, a, b, implies(conj(w >= 1, n >= 1), negation(Optimal(
            ell, v, a, b, w, n, x, lam(j, term(1)), term(1))))))), expect="proved",
    why="Outputs can be as large as one likes, and the loss falls towards 0 without reaching it.",
    observed=implies(larger > output, exp(-larger) < exp(-output)),
)  # fmt: skip


@attainment.prove(missing)
def by_larger_outputs(p: Proof, goal: Term) -> Fact:
    z, y = p.fresh("output", "real"), p.fresh("label", "real")
    positive = p.general(z, y, p.arith(exponential(z)(y) > 0, p.lemma("exp_positive", -z * y)))
    return p.witness(goal, exponential, p.both(exponential_convex(p), positive, no_optimum(p)))


@attainment.instances
def pairs_of_outputs(rng, count):
    """Two outputs between -4 and 4."""
    return {name: rng.integers(-32, 33, size=count) / 8 for name in ("output", "larger")}


pairs_of_outputs.free = {"output", "larger"}
attainment.mutant("by more than a thousandth", missing, implies(
    larger > output, exp(-larger) + term("1/1000") < exp(-output)))  # fmt: skip
attainment.mutant("also for equal outputs", missing, implies(larger >= output, exp(-larger) < exp(-output)))

# The active sets.

induced = Claim(
    "mukherjee2020", "claim", "", slug="partition_induced", section="2.4", family="landscape",
    title="active sets come from hyperplanes", uses=["equation_2_4"],
    statement=r"""For a network (2.4) and data points $x_1, \dots, x_D$ there are sets $S_j \subseteq \{1, \dots, w\}$
    with $f(x_j) = \sum_{i \in S_j} s_i (\tilde a^i \cdot x_j + \tilde b_i)$, such that for each $i$ the partition of
    the data into $P_+^i = \{j: i \in S_j\}$ and $P_-^i$, the others, is induced by a hyperplane: $P_+^i = \{j:
    \tilde a^i \cdot x_j + \tilde b_i > 0\}$, $P_-^i = \{j: \tilde a^i \cdot x_j + \tilde b_i \le 0\}$.""",
)  # fmt: skip
sign_of, value = real("s"), real("q")  # the sign of a unit and its input at a point
sizes = conj(w >= 1, n >= 1, D >= 1)
by_hyperplanes = induced.variant(
    "printed", forall(w, n, D, s, a, b, x, implies(sizes, exists(S, conj(
        every(j, 1, D, Output(s, a, b, w, n, x(j)) == total(i, 1, w, where(
            S(j)(i), s(i) * Input(a(i), b(i), x(j), n), 0))),
        every(i, 1, w, CutBy(lam(j, S(j)(i)), a(i), b(i), x, n, D)))))), expect="proved",
    why="S_j is the set of units with positive input at x_j.",
    observed=where(value > 0, sign_of * value, 0) == sign_of * maximum(0, value),
)  # fmt: skip


@induced.prove(by_hyperplanes)
def by_active_units(p: Proof, goal: Term) -> Fact:
    (w, n, D, s, a, b, x), _, conclusion = p.intro(goal)
    P = activated(a, b, x, n)
    S = lam(j, i, P(i)(j))
    _, cell = own_cell(p, a, b, w, n, x, D)
    values = over(p, 1, D, lambda j, bounds: p.symmetric(linear_on_cell(
        p, s, P, a, b, w, n, x, D, cell, j, bounds)), "j")  # fmt: skip

    def cut(i: Term, _: Fact) -> Fact:
        same = over(p, 1, D, lambda j, _: p.both(*[p.implication(f, p.assume(f)) for f in [P(i)(j)] * 2]), "j")
        return p.restate(same, CutBy(lam(j, S(j)(i)), a(i), b(i), x, n, D))

    inner = instance_of(conclusion, S)
    return p.conclude(goal, [w, n, D, s, a, b, x], p.witness(conclusion, S, p.both(
        p.prove(inner.args[0], values), over(p, 1, w, cut))))  # fmt: skip


@induced.satisfied(by_hyperplanes)
def one_of_each(p: Proof, formula: Term) -> Fact:
    zero, rows = lam(i, term(0)), lam(i, k, term(0))
    return p.exhibit(formula, [1, 1, 1, zero, rows, zero, rows])


@induced.instances
def inputs(rng, count):
    """A sign and an input of either sign or 0."""
    return {"s": np.where(rng.random(count) < 0.5, 1.0, -1.0), "q": rng.integers(-6, 7, size=count) / 8}


inputs.free = {"s", "q"}
induced.mutant("inputs below 0", by_hyperplanes, where(value < 0, sign_of * value, 0) == sign_of * maximum(0, value))
induced.mutant("inputs from 1/2 on", by_hyperplanes, where(
    value >= term("1/2"), sign_of * value, 0) == sign_of * maximum(0, value))  # fmt: skip

# The number of partitions.

counting = Claim(
    "mukherjee2020", "inequality", "", slug="partition_count", section="2.4", family="landscape",
    title="number of hyperplane partitions", uses=["section_2_4.partition_induced", "theorem_2_3_7.part_1"],
    statement=r"""For $n \ge 2$, $D$ points of $\mathbb R^n$ have at most $2 \binom Dn$ partitions $(P_+, P_-)$ by
    hyperplanes: $P_+ = \{j: c \cdot x_j + \delta > 0\}$, $P_- = \{j: c \cdot x_j + \delta \le 0\}$ with $c \in \mathbb
    R^n$, $\delta \in \mathbb R$.""",
)  # fmt: skip
regions = 2 * total(i, 0, n, binomial(D - 1, i))
partitions = integer("partitions")


def at_most(least: Term, bound: Term) -> Term:
    """However many different partitions one lists, they are no more than the bound."""
    return forall(n, D, N, x, P, implies(conj(least, N >= 0, PartitionList(P, N, x, n, D)), N <= bound))


too_few = counting.variant(
    "printed", at_most(conj(n >= 2, D >= 1), 2 * binomial(D, n)), expect="refuted",
    why="In general position there are 2 (C(D-1, 0) + ... + C(D-1, n)) of them, which is 2 C(D, n) and 2 (C(D-1, 0) + "
        "... + C(D-1, n-2)) more.",
    counterexample="The origin and the unit vectors of R^4, n = 4 and D = 5: hyperplanes cut off all 2^5 = 32 subsets, "
                   "and 2 C(5, 4) = 10. (Not even the 15 ways to part the points into two nonempty halves fit.)",
    observed=implies(conj(n >= 2, D >= 1), partitions <= 2 * binomial(D, n)),
)  # fmt: skip
right_count = counting.variant(
    "repaired", conj(at_most(conj(n >= 1, D >= 1), regions), at_most(conj(n >= 2, D >= 2), D**n)), expect="proved",
    why="They are vertices of a zonotope in R^(n+1), whose generators are the points with a coordinate 1 added; and "
        "the bound D^n, which alone is used, holds for n, D >= 2. A single point has 2 partitions, more than 1^n.",
    observed=conj(partitions <= regions, implies(conj(n >= 2, D >= 2), partitions <= D**n)),
)  # fmt: skip


on_curve = integer("on_curve")  # 1 for points on the moment curve
attained = counting.variant(
    "sharpened",
    forall(n, D, implies(conj(n >= 1, D >= 1), exists(x, P, PartitionList(P, regions, x, n, D)))),
    expect="proved",
    why="No smaller bound serves, for any n and D: the points (j, j^2, ..., j^n) are parted as polynomials of degree n "
    "part the integers, which may change their sign in any n of the D - 1 gaps.",
    observed=implies(on_curve == 1, partitions == regions),
)


@counting.refute(too_few)
def by_a_simplex(p: Proof, goal: Term) -> Fact:
    corners = lam(j, k, where(j == k + 1, 1, 0))
    bit = lam(t, j, floor((t - 1) / 2 ** (j - 1)) - 2 * floor((t - 1) / 2**j))
    subsets = lam(t, j, bit(t)(j) == 1)
    level = lam(t, j, 2 * bit(t)(j) - 1)
    planes, shifts = lam(t, k, level(t)(k + 1) - level(t)(1)), lam(t, level(t)(1))
    at = corners, term(4), term(5)
    listed = PartitionList(subsets, term(32), *at)
    separated = p.compute(every(t, 1, 32, CutBy(subsets(t), planes(t), shifts(t), *at)))

    def cut(t: Term, bounds: Fact) -> Fact:
        wanted = Partition(subsets(t), *at)
        return p.restate(p.witness(opened(p, wanted), planes(t), shifts(t), separated.apply(t, using=[bounds])), wanted)

    formula = opened(p, listed)
    every_one = p.restate(p.both(over(p, 1, 32, cut, "t"), p.compute(formula.args[1])), listed)
    size = p.compute(2 * binomial(term(5), term(4)) == 10)

    def contradiction(claimed: Fact) -> Fact:
        least = p.compute(conj(term(4) >= 2, term(5) >= 1)), p.compute(term(32) >= 0)
        return p.arith(false, claimed.apply(4, 5, 32, corners, subsets, using=[*least, every_one]), size)

    return p.refute(goal, contradiction)


def below_powers(p: Proof, goal: Term) -> Fact:
    """:func:`at_most` with 2 (C(D-1, 0) + ... + C(D-1, n)) or with D^n."""
    (n, D, N, x, P), (dimension, points, count, listed), conclusion = p.intro(goal)
    known = [p.arith(n >= 1, dimension), p.arith(D >= 1, points), count, listed]
    fact = partitions_bounded(p).apply(n, D, N, x, P, using=known)
    powers = []
    if conclusion.args[1].op == "^":
        powers = [regions_below_power(p).apply(D, using=[points]).right.apply(n, using=[dimension])]
    return p.conclude(goal, [n, D, N, x, P], p.arith(conclusion, fact, *powers))


@counting.prove(right_count)
def by_vertices_of_a_zonotope(p: Proof, goal: Term) -> Fact:
    return p.both(*(below_powers(p, part) for part in goal.args))


def no_partition(p: Proof, wanted: Term, *sizes: int) -> Fact:
    """The empty list of partitions, for so many dimensions and points."""
    none, rows = lam(t, j, term(0) < 0), lam(j, k, term(0))
    n, D = (term(size) for size in sizes)
    listed = PartitionList(none, term(0), rows, n, D)
    formula = opened(p, listed)
    empty = over(p, 1, 0, lambda t, at: p.anything(Partition(none(t), rows, n, D), p.arith(false, at)), "t")
    fact = p.restate(p.both(empty, p.compute(formula.args[1])), listed)
    return p.exhibit(wanted, [*sizes, 0, rows, none], fact)


@counting.prove(attained)
def on_the_moment_curve(p: Proof, goal: Term) -> Fact:
    (n, D), (dimension, points), wanted = p.intro(goal)
    listed = most_partitions(p).apply(n, D, using=[p.arith(n >= 0, dimension), points])
    mark = p.opened
    P, listed = p.obtain(listed, "P")
    N = listed.formula.args[1]
    z = integer("z")
    moved = p.step("equality", [p.arith(N == 2 * total(i, 0, n, binomial(D - 1, i))), listed], [
        lam(z, PartitionList(P, z, curve, n, D))])  # fmt: skip
    return p.conclude(goal, [n, D], p.close(p.witness(wanted, curve, P, moved), mark))


@counting.satisfied(attained)
def one_and_one(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1])


@counting.satisfied(right_count)
def no_partitions(p: Proof, formula: Term) -> Fact:
    return p.both(no_partition(p, formula.args[0], 1, 1), no_partition(p, formula.args[1], 2, 2))


@counting.instances
def random_points(rng, count):
    """One to six points of R^n, n <= 4, with small integer coordinates, so that many coincide or lie on lines, or on
    the moment curve; and their partitions, counted exactly. At most 300 sets of points, drawn with repetition."""
    rows = []
    for number in range(min(count, 300)):
        n, D = number % 4 + 1, number // 4 % 6 + 1
        curved = number % 3 == 0
        places = rng.permutation(9)[:D, None] if curved else None
        points = (places ** np.arange(1, n + 1) if curved else rng.integers(0, 2 + number % 9, size=(D, n))).tolist()
        rows.append((n, D, len(cells(points)), curved))
    chosen = np.concatenate([np.arange(len(rows)), rng.integers(0, len(rows), size=count - len(rows))])
    return dict(zip(("n", "D", "partitions", "on_curve"), np.array(rows, dtype="float64")[chosen].T, strict=True))


counting.mutant("one partition fewer", right_count, partitions <= regions - 1)
counting.mutant("for all points", attained, partitions == regions)
counting.mutant("one partition more", attained, implies(on_curve == 1, partitions == regions + 1))
counting.mutant("one dimension fewer", right_count, partitions <= 2 * total(i, 0, n - 1, binomial(D - 1, i)))
counting.mutant("D^n on the line", right_count, implies(D >= 2, partitions <= D**n))
counting.mutant("D^n for one point", right_count, implies(n >= 2, partitions <= D**n))

# The binomial coefficient.

coefficient = Claim(
    "mukherjee2020", "inequality", "", slug="binom_bound", section="2.4", family="landscape",
    title="2 binom(D,n) at most D^n",
    statement=r"""$2 \binom Dn \le D^n$ for all natural numbers $D$ and $n \ge 2$; and for no other $n$. (The second
    place where it stands, line 728, shows the 2 as the basis of a power; $2^{\binom Dn} \le D^n$ fails for $D = 4$,
    $n = 2$.)""",
)  # fmt: skip
factorial = product(i, 1, n, i)
below_power = coefficient.variant(
    "printed", forall(D, implies(D >= 1, conj(forall(n, implies(n >= 2, 2 * binomial(D, n) <= D**n)), forall(
        n, implies(conj(0 <= n, n <= 1), 2 * binomial(D, n) > D**n))))), expect="proved",
    why="n! C(D, n) <= D^n, and n! >= 2; for n = 1 it says 2 D <= D, for n = 0 it says 2 <= 1.",
    observed=conj(implies(n >= 2, 2 * binomial(D, n) <= D**n), implies(n <= 1, 2 * binomial(D, n) > D**n)),
)  # fmt: skip
with_factorial = coefficient.variant(
    "sharpened", forall(D, n, implies(conj(D >= 0, n >= 0), factorial * binomial(D, n) <= D**n)), expect="proved",
    why="Different n of D things in order are some of the D^n sequences.", observed=factorial * binomial(D, n) <= D**n,
)  # fmt: skip


def falling(p: Proof) -> Fact:
    """forall D >= 0: forall n >= 0: n! C(D, n) <= D^n; by Pascal's rule and (D+1)^(n+1) >= D^(n+1) + (n+1) D^n."""
    f = lam(i, i)

    def ways(n: Term) -> Term:
        return product(i, 1, n, i)

    def nonnegative(n: Term, above: Fact) -> Fact:
        every_n = p.once("factorials", lambda: p.induction("n", 0, lambda n: ways(n) >= 1, p.arith(
            ways(term(0)) >= 1, p.lemma("prod_empty", 1, 0, f)), lambda n, low, here: p.arith(
                ways(n + 1) >= 1, p.lemma("prod_step", 1, n, f, using=[p.arith(term(1) <= n + 1, low)]), p.arith(
                    ways(n) * (n + 1) >= n + 1, here, low), low)))  # fmt: skip
        return every_n.apply(n, using=[above])

    def claim(D: Term) -> Term:
        return forall(n, implies(n >= 0, ways(n) * binomial(D, n) <= D**n))

    def grows(D: Term, low: Fact) -> Fact:
        """forall m >= 0: (D+1)^(m+1) >= D^(m+1) + (m+1) D^m."""

        def bernoulli(m: Term) -> Term:
            return (D + 1) ** (m + 1) >= D ** (m + 1) + (m + 1) * D**m

        def step(m: Term, above: Fact, here: Fact) -> Fact:
            powers = [p.lemma("power_step", base, e, using=[p.arith(e >= 0, above)]) for base in (D, D + 1)
                      for e in (m, m + 1)]  # fmt: skip
            positive = powers_ordered(p).apply(D, m, using=[low, above]).left
            scaled = p.arith(((D + 1) ** (m + 1) - D ** (m + 1) - (m + 1) * D**m) * (D + 1) >= 0, here, low)
            rest = p.arith((m + 1) * D**m >= 0, positive, above)
            return p.arith(bernoulli(m + 1), scaled, rest, *powers, multipliers=[1, D, m, m + 1])

        base = p.arith(bernoulli(term(0)), *(p.lemma("power_zero", c) for c in (D, D + 1)), *(
            p.lemma("power_step", c, 0) for c in (D, D + 1)), multipliers=[1, D, D + 1])  # fmt: skip
        return p.induction("m", 0, bernoulli, base, step)

    def start() -> Fact:
        m = p.fresh("n", "int")
        above = p.assume(m >= 0)

        def positive(yes: Fact) -> Fact:
            none = p.lemma("binomial_above", 0, m, using=[p.arith(0 < m, yes)])
            power = powers_ordered(p).apply(0, m, using=[p.arith(term(0) <= 0), above]).left
            return p.arith(ways(m) * binomial(0, m) <= term(0) ** m, none, power, multipliers=[ways(m)])

        def zero(no: Fact) -> Fact:
            equal = p.arith(m == 0, no, above)
            at = p.arith(
                ways(term(0)) * binomial(0, 0) <= term(0) ** term(0),
                p.compute(ways(term(0)) == 1),
                p.compute(binomial(term(0), term(0)) == 1),
                p.compute(term(0) ** term(0) == 1),
                multipliers=[1, binomial(0, 0)],
            )
            z = integer("z")
            return p.step("equality", [p.symmetric(equal), at], [lam(z, ways(z) * binomial(0, z) <= term(0) ** z)])

        return p.general(m, p.implication(above.formula, p.decide(m >= 1, positive, zero)))

    def step(D: Term, low: Fact, here: Fact) -> Fact:
        m = p.fresh("n", "int")
        above = p.assume(m >= 0)
        rise = grows(D, low)

        def positive(yes: Fact) -> Fact:
            r = m - 1
            down = p.arith(r >= 0, yes)
            rule = p.lemma("pascal", D, r, using=[low])
            longer = p.lemma("prod_step", 1, r, f, using=[p.arith(term(1) <= r + 1, down)])
            first, second = here.apply(r + 1, using=[p.arith(r + 1 >= 0, down)]), here.apply(r, using=[down])
            scaled = p.arith((D**r - ways(r) * binomial(D, r)) * (r + 1) >= 0, second, down)
            whole = p.arith(ways(r + 1) * binomial(D + 1, r + 1) <= (D + 1) ** (r + 1), rule, longer, first, scaled,
                            rise.apply(r, using=[down]), multipliers=[ways(r + 1), binomial(D, r), 1])  # fmt: skip
            z = integer("z")
            return p.step(
                "equality", [p.arith(r + 1 == m), whole], [lam(z, ways(z) * binomial(D + 1, z) <= (D + 1) ** z)]
            )

        def zero(no: Fact) -> Fact:
            equal = p.arith(m == 0, no, above)
            one = p.compute(ways(term(0)) == 1), p.lemma("binomial_zero", D + 1, using=[p.arith(D + 1 >= 0, low)])
            at = p.arith(ways(term(0)) * binomial(D + 1, 0) <= (D + 1) ** term(0), *one, p.lemma("power_zero", D + 1),
                         multipliers=[1, binomial(D + 1, 0)])  # fmt: skip
            z = integer("z")
            return p.step("equality", [p.symmetric(equal), at], [lam(z, ways(z) * binomial(D + 1, z) <= (D + 1) ** z)])

        return p.general(m, p.implication(above.formula, p.decide(m >= 1, positive, zero)))

    return p.induction("D", 0, claim, start, step)


@coefficient.prove(with_factorial)
def by_sequences(p: Proof, goal: Term) -> Fact:
    (D, n), given, _ = p.intro(goal)
    return p.conclude(goal, [D, n], falling(p).apply(D, n, using=given))


@coefficient.prove(below_power)
def by_the_factorial(p: Proof, goal: Term) -> Fact:
    (D,), (some,), parts = p.intro(goal)
    f = lam(i, i)

    def at_least_two(n: Term) -> Term:
        return product(i, 1, n, i) >= 2

    large = p.induction("n", 2, at_least_two, p.compute(at_least_two(term(2))), lambda n, low, here: p.arith(
        at_least_two(n + 1), p.lemma("prod_step", 1, n, f, using=[p.arith(term(1) <= n + 1, low)]), p.arith(
            (product(i, 1, n, i) - 2) * (n + 1) >= 0, here, low), low))  # fmt: skip
    (n,), (least,), conclusion = p.intro(parts.args[0])
    known = falling(p).apply(D, n, using=[p.arith(D >= 0, some), p.arith(n >= 0, least)])
    positive = nonnegative_binomial(p).apply(D, n, using=[p.arith(D >= 0, some)])
    scaled = p.arith((product(i, 1, n, i) - 2) * binomial(D, n) >= 0, large.apply(n, using=[least]), positive)
    first = p.conclude(parts.args[0], [n], p.arith(conclusion, known, scaled))

    (n,), (low, high), conclusion = p.intro(parts.args[1])
    z = integer("z")
    wanted = lam(z, D**z < 2 * binomial(D, z))
    zero = p.arith(wanted(0), p.lemma("power_zero", D), p.lemma("binomial_zero", D, using=[p.arith(D >= 0, some)]))
    single = p.arith(wanted(1), p.lemma("power_step", D, 0), p.lemma("power_zero", D), one_chosen(p, D, some), some,
                     multipliers=[1, D])  # fmt: skip
    second = p.decide(n >= 1, lambda yes: p.step("equality", [p.arith(term(1) == n, yes, high), single], [wanted]),
                      lambda no: p.step("equality", [p.arith(term(0) == n, no, low), zero], [wanted]))  # fmt: skip
    return p.conclude(goal, [D], p.both(first, p.conclude(parts.args[1], [n], second)))


def nonnegative_binomial(p: Proof) -> Fact:
    """forall D >= 0: forall n: C(D, n) >= 0."""

    def claim(D: Term) -> Term:
        return forall(n, binomial(D, n) >= 0)

    def start() -> Fact:
        m = p.fresh("n", "int")
        at = lam(q, binomial(term(0), q) >= 0)
        return p.general(m, p.decide(m >= 1, lambda yes: p.arith(at(m), p.lemma("binomial_above", 0, m, using=[
            p.arith(0 < m, yes)])), lambda no: p.decide(m <= -1, lambda yes: p.arith(at(m), p.lemma(
                "binomial_below", 0, m, using=[p.arith(m < 0, yes)])), lambda also: p.step("equality", [
                    p.arith(term(0) == m, no, also), p.compute(at(0))], [at]))))  # fmt: skip

    def step(D: Term, low: Fact, here: Fact) -> Fact:
        m = p.fresh("n", "int")
        rule = p.lemma("pascal", D, m - 1, using=[low])
        fact = p.arith(binomial(D + 1, m - 1 + 1) >= 0, rule, here(m - 1 + 1), here(m - 1))
        return p.general(m, p.step("equality", [p.ring(m - 1 + 1, m), fact], [lam(q, binomial(D + 1, q) >= 0)]))

    return p.induction("D", 0, claim, start, step)


def one_chosen(p: Proof, D: Term, some_: Fact) -> Fact:
    """C(D, 1) = D."""

    def step(D: Term, low: Fact, here: Fact) -> Fact:
        rule = p.lemma("pascal", D, 0, using=[p.arith(0 <= D, low)])
        none = p.lemma("binomial_zero", D, using=[p.arith(0 <= D, low)])
        return p.arith(binomial(D + 1, 1) == D + 1, rule, none, here)

    return p.induction("D", 1, lambda D: binomial(D, 1) == D, p.compute(binomial(term(1), term(1)) == 1), step).apply(
        D, using=[some_])  # fmt: skip


@coefficient.satisfied(below_power)
def two_of_one(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 2, 0])


@coefficient.satisfied(with_factorial)
def nothing_of_nothing(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [0, 0])


@coefficient.instances
def small_numbers(rng, count):
    """D from 1 to 9 and n from 0 to 7."""
    at = np.arange(count)
    return {"D": at % 9 + 1.0, "n": at // 9 % 8 + 0.0}


coefficient.mutant("for n = 1 too", below_power, 2 * binomial(D, n) <= D**n)
coefficient.mutant("a power of 2", below_power, implies(n >= 2, 2 ** binomial(D, n) <= D**n))
coefficient.mutant("3 for 2", below_power, implies(n >= 2, 3 * binomial(D, n) <= D**n))
coefficient.mutant("(n + 1)!", with_factorial, (n + 1) * factorial * binomial(D, n) <= D**n)
coefficient.mutant("(D - 1)^n", with_factorial, factorial * binomial(D, n) <= (D - 1) ** n)

# The number of guesses.

guessing = Claim(
    "mukherjee2020", "inequality", "", slug="guess_count", section="2.4", family="landscape",
    title="total number of guesses", uses=["section_2_4.partition_count"],
    statement=r"""For $n \ge 2$ there are at most $2^w D^{nw}$ guesses: vectors $s \in \{-1, 1\}^w$ together with a
    partition $(P_+^i, P_-^i)$ of the $D$ data points by a hyperplane for each $i = 1, \dots, w$.""",
)  # fmt: skip
T = integer("T")
signs_of, sets_of = function("s", "int->int->real"), function("P", "int->int->int->bool")
few_guesses = exists(T, signs_of, sets_of, conj(
    T <= 2**w * D ** (n * w), GuessListing(signs_of, sets_of, T, w, x, n, D)))  # fmt: skip


def for_points(least: Term) -> Term:
    return forall(w, n, D, x, implies(conj(w >= 1, n >= 2, D >= least), few_guesses))


guesses_of_one = guessing.variant(
    "printed", for_points(term(1)), expect="refuted",
    why="Fails for D = 1 only: one point has two partitions, for all 1^n = 1, and so 4^w guesses.",
    counterexample="D = 1, n = 2, w = 1: two signs, and the point on either side: 4 guesses, not 2.",
    observed=implies(conj(n >= 2, D >= 1), (2 * partitions) ** w <= 2**w * D ** (n * w)),
)  # fmt: skip
guesses_of_two = guessing.variant(
    "repaired", for_points(term(2)), expect="reduced",
    why="From two points on, D^n bounds the number of partitions, and w units have two signs each.",
    observed=implies(conj(n >= 2, D >= 2), (2 * partitions) ** w <= 2**w * D ** (n * w)),
)  # fmt: skip
guessing.reduce(guesses_of_two, prose="""By the first obligation no list of different partitions of the D >= 2 points is
    longer than D^n; this is the premise of the second, which concludes the statement.""")  # fmt: skip
short_lists = guessing.obligation(guesses_of_two, "partitions", at_most(conj(n >= 2, D >= 2), D**n))
bound_of_lists = forall(N, P, implies(conj(N >= 0, PartitionList(P, N, x, n, D)), N <= D**n))
from_lists = guessing.obligation(guesses_of_two, "guesses", forall(
    w, n, D, x, implies(conj(w >= 1, n >= 2, D >= 2), bound_of_lists, few_guesses)))  # fmt: skip


@guessing.refute(guesses_of_one)
def by_a_single_point(p: Proof, goal: Term) -> Fact:
    one, two, origin, zero = term(1), term(2), lam(j, k, term(0)), lam(k, term(0))

    def contradiction(claimed: Fact) -> Fact:
        mark = p.opened
        T, s, P, facts = p.obtain(claimed.apply(one, two, one, origin, using=[p.compute(conj(
            one >= 1, two >= 2, one >= 1))]), "T", "s", "P")  # fmt: skip
        few = p.arith(T <= 2, facts.left, p.compute(two**one * one ** (two * one) == 2))
        covers = p.open_definition(facts.right).right
        found = []
        for sign, inside in ((1, True), (1, False), (-1, True)):
            r, R = lam(i, term(sign)), lam(i, j, term(0) < (1 if inside else 0))
            cut = p.compute(CutBy(R(1), zero, term(1 if inside else 0), origin, two, one))
            part = Partition(R(1), origin, two, one)
            part = p.restate(p.witness(opened(p, part), zero, 1 if inside else 0, cut), part)
            every_unit = over(p, 1, 1, lambda i, at, part=part, R=R: p.step("equality", [p.arith(one == i, at), part], [
                lam(k, Partition(R(k), origin, two, one))]))  # fmt: skip
            guess = p.both(p.compute(Signs(r, one)), every_unit)
            t, at = p.obtain(covers.apply(r, R, using=[guess]), "t")
            here = at.right.apply(1, using=[p.compute(conj(one >= 1, one <= 1))])
            same = here.right.apply(1, using=[p.compute(conj(one >= 1, one <= 1))])
            side = p.modus_ponens(same.right, p.compute(R(1)(1))) if inside else p.refute(
                P(t)(1)(1), lambda yes, same=same: p.arith(false, p.modus_ponens(same.left, yes)))  # fmt: skip
            found.append((t, at.left, here.left, side))

        def apart(m: int, l: int) -> Fact:
            (t, _, sign, side), (u, _, other, off) = found[m], found[l]
            z = integer("z")

            def clash(equal: Fact) -> Fact:
                if l == 1:
                    return p.conflict(p.step("equality", [equal, side], [lam(z, P(z)(1)(1))]), off)
                return p.arith(false, p.congruent(lam(z, s(z)(1)), equal), sign, other)

            return p.refute(t == u, clash)

        pairs = {(m, l): apart(m, l) for m, l in ((0, 1), (0, 2), (1, 2))}

        def place(m: int, ends: list[Fact]) -> Fact:
            """Three numbers from 1 to 2, two of which are equal."""
            if m == 3:
                sides = [e.formula.op == "not" for e in ends]
                a, b = next((a, b) for a, b in pairs if sides[a] == sides[b])
                equal = p.arith(found[a][0] == found[b][0], ends[a], ends[b], found[a][1], found[b][1], few)
                return p.conflict(equal, pairs[a, b])
            return p.decide(found[m][0] <= 1, *[lambda fact: place(m + 1, [*ends, fact])] * 2)

        return p.close(place(0, []), mark)

    return p.refute(goal, contradiction)


@guessing.prove(short_lists)
def few_partitions(p: Proof, goal: Term) -> Fact:
    return below_powers(p, goal)


@guessing.prove(from_lists)
def by_all_tuples(p: Proof, goal: Term) -> Fact:
    (w, n, D, x), given, conclusion = p.intro(goal, 1)
    width, dimension, points = given
    premise = p.assume(conclusion.args[0])
    mark = p.opened
    K, Q, facts = p.obtain(complete_list(p, D**n, x, n, D, premise), "K", "Q")
    some_list, listing = guesses_listed(p, Q, K, x, n, D, w, facts.right, width).split()
    s, P, listing = p.obtain(listing, "s", "P")
    bound = kinds_below_power(p).apply(D, K, n, using=[p.arith(D >= 0, points), p.arith(K >= 0, some_list), p.arith(
        n >= 0, dimension), facts.left]).apply(w, using=[p.arith(w >= 0, width)]).right  # fmt: skip
    fact = p.close(p.witness(conclusion.args[1], (2 * K) ** w, s, P, p.both(bound, listing)), mark)
    return p.conclude(goal, [w, n, D, x], p.implication(premise.formula, fact))


@guessing.satisfied(guesses_of_two)
def two_points(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 2, 2, lam(j, k, term(0))])


@guessing.satisfied(from_lists)
def two_points_have_four_subsets(p: Proof, formula: Term) -> Fact:
    """Subsets of two points are told apart by the numbers 1 to 4, so that no list of different ones is longer."""
    one, two, rows = term(1), term(2), lam(j, k, term(0))
    N, P = p.fresh("N", "int"), p.fresh("P", "int->int->bool")
    premise = p.assume(conj(N >= 0, PartitionList(P, N, rows, two, two)))
    at_ = integer("t")
    bits = [lam(at_, where(P(at_)(m), 1, 0)) for m in (1, 2)]
    code = lam(at_, bits[0](at_) + 2 * bits[1](at_) + 1)

    def bit(m: int, t: Term, prove) -> Fact:
        """``prove(the side of point m, the bit)``."""

        def known(side: Fact) -> Fact:
            rule = "if_false" if side.formula.op == "not" else "if_true"
            return prove(side, p.lemma(rule, *bits[m - 1](t).args, using=[side]))

        return p.decide(P(t)(m), known, known)

    inside = over(p, 1, N, lambda t, _: bit(1, t, lambda _, a: bit(2, t, lambda _, b: p.both(
        p.arith(1 <= code(t), a, b), p.arith(code(t) <= 4, a, b)))), "t")  # fmt: skip
    s, t = p.fresh("s", "int"), p.fresh("t", "int")
    order = p.assume(conj(1 <= s, s < t, t <= N))
    apart = p.open_definition(premise.right).right
    mark = p.opened
    J, split = p.obtain(apart.apply(s, using=[order.left, p.arith(s <= N, order)]).apply(t, using=[
        p.arith(s + 1 <= t, order), order.right.right]), "j")  # fmt: skip

    def same_codes(equal: Fact) -> Fact:
        def at(m: int) -> Fact:
            """The point J is m: P(s) and P(t) agree at m, against ``split``."""
            z = integer("z")
            differ = p.step("equality", [place[m], split.right], [lam(z, negation(iff(P(s)(z), P(t)(z))))])

            def agreed(side: Fact, other: Fact) -> Fact:
                if (side.formula.op == "not") == (other.formula.op == "not"):
                    ways = ((P(s)(m), other, side), (P(t)(m), side, other))
                    both = p.both(*(p.implication(a, fact if fact.formula.op != "not" else p.anything(
                        fact.formula.args[0], p.conflict(p.assume(a), given))) for a, fact, given in ways))  # fmt: skip
                    return p.conflict(both, differ)
                return p.arith(false, equal, *bits_of)

            bits_of: list[Fact] = []

            def gather(left: list[tuple[int, Term]], sides: dict[tuple[int, int], Fact]) -> Fact:
                if not left:
                    return agreed(sides[m, s.index], sides[m, t.index])
                (number, of_), *rest = left

                def one_bit(side: Fact, value: Fact) -> Fact:
                    bits_of.append(value)
                    fact = gather(rest, sides | {(number, of_.index): side})
                    bits_of.pop()
                    return fact

                return bit(number, of_, one_bit)

            return gather([(1, s), (2, s), (1, t), (2, t)], {})

        place: dict[int, Fact] = {}

        def first(yes: Fact) -> Fact:
            place[1] = p.arith(J == 1, yes, split.left)
            return at(1)

        def second(no: Fact) -> Fact:
            place[2] = p.arith(J == 2, no, split.left)
            return at(2)

        return p.decide(J <= 1, first, second)

    different = p.close(p.refute(code(s) == code(t), same_codes), mark)
    different = p.general(s, t, p.implication(order.formula, different))
    few = p.lemma("pigeonhole", code, N, 4, using=[p.compute(term(0) <= 4), inside, different])
    bound = p.arith(N <= two**two, few, p.compute(two**two == 4))
    known = p.general(N, P, p.implication(premise.formula, bound))
    return p.exhibit(formula, [one, two, two, rows], known)


guessing.satisfied(short_lists)(lambda p, formula: no_partition(p, formula, 2, 2))


@guessing.instances
def random_guesses(rng, count):
    """Sets of points as above, and up to three units: (2 K)^w guesses for K partitions."""
    return random_points(rng, count) | {"w": rng.integers(1, 4, size=count).astype("float64")}


guessing.mutant("2^w C(D, n)^w", guesses_of_two, implies(
    conj(n >= 2, D >= n), (2 * partitions) ** w <= 2**w * binomial(D, n) ** w))  # fmt: skip
guessing.mutant("on the line", guesses_of_two, implies(D >= 2, (2 * partitions) ** w <= 2**w * D ** (n * w)))
guessing.mutant("one sign", guesses_of_two, implies(conj(n >= 2, D >= 2), (2 * partitions) ** w <= D ** (n * w)))

# One input: the places of the breakpoints.

tuples_claim = Claim(
    "mukherjee2020", "identity", "", slug="i_count", section="2.4", family="landscape",
    title="number of breakpoint index tuples",
    statement=r"""The set $\mathcal I$ of all $(w-1)$-tuples of natural numbers with $1 \le i_1 \le \dots \le i_{w-1}
    \le D$ has $\binom Dw$ elements.""",
)  # fmt: skip
tuples = function("e", "int->int->int")
counted = integer("tuples")


def has(number: Term) -> Term:
    """A listing of all the tuples, each once, has this length."""
    return forall(w, D, implies(conj(w >= 1, D >= 1), exists(tuples, AllIncreasing(tuples, number, w - 1, D))))


wrong_number = tuples_claim.variant(
    "printed", has(binomial(D, w)), expect="refuted",
    why="There are w - 1 places, not w, and they may be equal.",
    counterexample="w = D = 2: the tuples (1) and (2), where C(2, 2) = 1.", observed=counted == binomial(D, w),
)  # fmt: skip
right_number = tuples_claim.variant(
    "repaired", has(binomial(D + w - 2, w - 1)), expect="proved",
    why="Weakly increasing tuples of w - 1 of D numbers: C(D + w - 2, w - 1), which is still O(D^w).",
    observed=counted == binomial(D + w - 2, w - 1),
)  # fmt: skip


@tuples_claim.refute(wrong_number)
def by_two_places(p: Proof, goal: Term) -> Fact:
    one, two = term(1), term(2)

    def contradiction(claimed: Fact) -> Fact:
        mark = p.opened
        e, facts = p.obtain(claimed.apply(two, two, using=[p.compute(conj(two >= 1, two >= 1))]), "e")
        *_, cover = p.open_definition(facts).split()
        single = p.compute(binomial(two, two) == 1)
        found = []
        for number in (1, 2):
            f = lam(i, term(number))
            u, at = p.obtain(cover.apply(f, using=[p.compute(Increasing(f, two - 1, two))]), "t")
            value = at.right.apply(1, using=[p.compute(conj(one >= 1, one <= two - 1))])
            found.append(p.arith(e(1)(1) == number, value, p.congruent(lam(i, e(i)(1)), p.arith(
                u == 1, at.left, single))))  # fmt: skip
        return p.close(p.arith(false, *found), mark)

    return p.refute(goal, contradiction)


@tuples_claim.prove(right_number)
def by_the_last_place(p: Proof, goal: Term) -> Fact:
    (w, D), (width, points), wanted = p.intro(goal)
    mark = p.opened
    e, listed = p.obtain(
        tuples_listed(p).apply(w - 1, using=[p.arith(0 <= w - 1, width)]).apply(D, using=[points]), "e"
    )
    z = integer("z")
    moved = p.step("equality", [p.arith(binomial(D + (w - 1) - 1, w - 1) == binomial(D + w - 2, w - 1)), listed], [
        lam(z, AllIncreasing(e, z, w - 1, D))])  # fmt: skip
    return p.conclude(goal, [w, D], p.close(p.witness(wanted, e, moved), mark))


@tuples_claim.defined(right_number)
def numbers_are_not_negative(p: Proof, formula: Term) -> Fact:
    return p.tautology(formula, [])


@tuples_claim.satisfied(right_number)
def one_piece(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1])


@tuples_claim.instances
def listed_places(rng, count):
    """w from 1 to 5 and D from 1 to 6; the tuples counted one by one."""
    at = np.arange(count)
    w, D = at % 5 + 1, at // 5 % 6 + 1

    def number(pieces: int, points: int) -> int:
        return sum(1 for _ in combinations_with_replacement(range(points), pieces - 1))

    table = np.array([[number(pieces, points) for points in range(1, 7)] for pieces in range(1, 6)])
    found = table[w - 1, D - 1]
    return {name: column.astype("float64") for name, column in (("w", w), ("D", D), ("tuples", found))}


tuples_claim.mutant("strictly increasing", right_number, counted == binomial(D, w - 1))
tuples_claim.mutant("w places", right_number, counted == binomial(D + w - 1, w))

# One input: the number of convex programs.

programs_claim = Claim(
    "mukherjee2020", "inequality", "", slug="n1_runtime", section="2.4", family="landscape",
    title="number of convex programs for one input", uses=["section_2_4.i_count"],
    statement=r"""For one input, (2.8) is solved for all $I \in \mathcal I$ and $S \in \{-1, 1\}^{w-1}$: these are
    $O(2^w D^w)$ convex programs. (With the right number of $I$, and the constant $1$.)""",
)  # fmt: skip
programs = binomial(D + w - 2, w - 1) * 2 ** (w - 1)
naturals = conj(w >= 1, D >= 1)
as_many = programs_claim.variant(
    "printed", forall(w, D, implies(naturals, programs <= 2**w * D**w)), expect="proved",
    why="C(D + w - 2, w - 1) <= D^(w-1), although it is not C(D, w).",
    observed=implies(naturals, programs <= 2**w * D**w),
)  # fmt: skip
fewer = programs_claim.variant(
    "sharpened", forall(w, D, implies(naturals, programs <= (2 * D) ** (w - 1))), expect="proved",
    why="There are w - 1 breakpoints, each with D places and two signs.",
    observed=implies(naturals, programs <= (2 * D) ** (w - 1)),
)  # fmt: skip


def double_powers(p: Proof, D: Term) -> Fact:
    """forall m >= 0: (2 D)^m = 2^m D^m."""

    def same(m: Term) -> Term:
        return (2 * D) ** m == 2**m * D**m

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", base, m, using=[above]) for base in (2 * D, term(2), D)]
        return p.arith(same(m + 1), here, *powers, multipliers=[1, D, 2 * D, 2**m, D**m, 2 ** (m + 1), D * D**m])

    zeros = [p.lemma("power_zero", base) for base in (2 * D, term(2), D)]
    return p.induction("m", 0, same, p.arith(same(term(0)), *zeros, multipliers=[1, 2 ** term(0)]), step)


def programs_bounded(p: Proof, w: Term, D: Term, width: Fact, points: Fact) -> Fact:
    """C(D + w - 2, w - 1) 2^(w-1) <= (2 D)^(w-1), and the right side is at least 0."""
    r = w - 1
    low = p.arith(0 <= r, width)
    few = tuples_below_power(p).apply(r, using=[low]).apply(D, using=[points])
    number = binomial(D + w - 2, w - 1)
    few = p.both(p.arith(number >= 0, few.left), p.arith(number <= D**r, few.right))

    split = double_powers(p, D).apply(r, using=[low])
    two = powers_positive(p).apply(2, r, using=[p.compute(term(2) >= 1), low])
    product_of = p.arith((D**r - number) * 2**r >= 0, few.right, two)
    whole = (2 * D) ** r
    positive = powers_positive(p).apply(2 * D, r, using=[p.arith(2 * D >= 1, points), low])
    return p.both(p.arith(number * 2**r <= whole, split, product_of), p.arith(whole >= 1, positive))


@programs_claim.prove(fewer)
def by_places_and_signs(p: Proof, goal: Term) -> Fact:
    (w, D), (width, points), _ = p.intro(goal)
    return p.conclude(goal, [w, D], programs_bounded(p, w, D, width, points).left)


@programs_claim.prove(as_many)
def with_one_place_more(p: Proof, goal: Term) -> Fact:
    (w, D), (width, points), conclusion = p.intro(goal)
    bound = programs_bounded(p, w, D, width, points)
    r = w - 1
    low = p.arith(0 <= r, width)
    z = integer("z")
    powers = [p.arith(base**w == base**r * base, p.lemma("power_step", base, r, using=[low]), p.congruent(
        lam(z, base**z), p.ring(r + 1, w))) for base in (term(2), D)]  # fmt: skip

    split = double_powers(p, D).apply(r, using=[low])
    whole = p.arith(
        2**w * D**w == 2 * D * (2 * D) ** r, *powers, split, multipliers=[1, 2**r, D**r, D**w, 2 * D, 2 * 2**r]
    )
    larger = p.arith((2 * D - 1) * (2 * D) ** r >= 0, bound.right, points)
    return p.conclude(goal, [w, D], p.arith(conclusion, bound.left, whole, larger))


@programs_claim.satisfied(as_many, fewer)
def smallest(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1])


@programs_claim.instances
def small_sizes(rng, count):
    """w from 1 to 8 and D from 1 to 9."""
    at = np.arange(count)
    return {"w": at % 8 + 1.0, "D": at // 8 % 9 + 1.0}


programs_claim.mutant("2^(w-1) C(D, w)", as_many, programs <= 2 ** (w - 1) * binomial(D, w))
programs_claim.mutant("D^w without the signs", as_many, programs <= D**w)
programs_claim.mutant("one place less", fewer, implies(D >= 2, programs <= (2 * (D - 1)) ** (w - 1)))
programs_claim.mutant("one sign", fewer, programs <= D ** (w - 1))

# One input: Algorithm 1 itself.

alone = Claim(
    "mukherjee2020", "claim", "", slug="n1_algorithm", section="2.4", family="landscape",
    title="Algorithm 1 for one input", uses=["algorithm_1", "section_2_4.partition_count"],
    statement=r"""For $n = 1$ Algorithm 1, with the loss of the network as its objective, needs no other treatment: $D$
    points of the line have at most $2D$ partitions, so that a unit, with its sign, is of one of $4D$ kinds, and the
    order of the units does not matter. There are $\binom{4D + w - 1}w$ choices of $w$ of $4D$ kinds without regard to
    their order, at most $\frac52 (2D)^w$. (As checked: the last sentence; section_2_4.partition_count has the number
    of partitions.)""",
)  # fmt: skip
choices = binomial(4 * D + w - 1, w)
unordered = alone.variant(
    "printed", forall(w, D, implies(naturals, conj(exists(tuples, AllIncreasing(tuples, choices, w, 4 * D)), (
        2 * choices <= 5 * (2 * D) ** w)))), expect="proved",
    why="Choices without order are weakly increasing tuples; their number over (2 D)^w is largest for D = 1, w = 2, 3.",
    observed=implies(naturals, 2 * choices <= 5 * (2 * D) ** w),
)  # fmt: skip


@alone.prove(unordered)
def by_absorption(p: Proof, goal: Term) -> Fact:
    (w, D), (width, points), wanted = p.intro(goal)
    listed = tuples_listed(p).apply(w, using=[p.arith(0 <= w, width)]).apply(4 * D, using=[p.arith(4 * D >= 1, points)])
    bound = unordered_units(p).apply(D, using=[points]).apply(w, using=[width])
    return p.conclude(goal, [w, D], p.both(p.prove(wanted.args[0], listed), bound))


alone.satisfied(unordered)(smallest)
alone.instances(small_sizes)
alone.mutant("2 for 5/2", unordered, 2 * choices <= 4 * (2 * D) ** w)
alone.mutant("D^w", unordered, implies(D >= 2, 2 * choices <= 5 * D**w))
