"""Theorem 2.4.1, exact training of two-layer nets: true, also for n = 1 and D = 1, of the number of convex programs."""

from fractions import Fraction
from math import comb, lcm

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import once
from numerics.terms import (
    Term,
    binomial,
    conj,
    every,
    exists,
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
    real,
    some,
    term,
    total,
    where,
)  # fmt: skip
from numerics.training import cells, train
from theorems.claim import Claim
from theorems.mukherjee2020 import training_pictures
from theorems.mukherjee2020.chapter_2.section_2_4 import (
    at_most,
    below_powers,
    double_powers,
    no_partition,
    nonnegative_binomial,
)
from theorems.mukherjee2020.digits import power_of_one, powers_positive
from theorems.mukherjee2020.training import (
    CellLoss,
    Convex,
    CutBy,
    InCell,
    Input,
    Loss,
    Optimal,
    Output,
    Partition,
    Signs,
    opened,
    squared,
    written_out,
)
from theorems.mukherjee2020.training_counts import (
    GuessListing,
    PartitionList,
    best_of_listed,
    complete_list,
    guesses_listed,
    kinds_below_power,
    optimum_on_a_listed_cell,
    powers_of_larger,
    regions_below_power,
)
from theorems.mukherjee2020.training_tuples import tuples_below_power, unordered_units
from theorems.mukherjee2020.training_units import optimum_in_some_order, unordered_listed
from theorems.mukherjee2020.vertex_counts import half_regions, one_generator_sum

w, n, D, N, T, C, i, j, k, t = (integer(name) for name in ("w", "n", "D", "N", "T", "C", "i", "j", "k", "t"))
v, b, y = (function(name, "int->real") for name in ("v", "b", "y"))
a, x = (function(name, "int->int->real") for name in ("a", "x"))
s, P = function("s", "int->int->real"), function("P", "int->int->int->bool")
Q, ell = function("P", "int->int->bool"), function("ell", "real->real->real")
sizes = conj(w >= 1, n >= 1, D >= 1)
regions = 2 * total(i, 0, n, binomial(D - 1, i))

claim = Claim(
    "mukherjee2020", "theorem", "2.4.1", section="2.4", family="landscape",
    title="exact ERM for depth 2 in poly(D)",
    uses=["algorithm_1", "equation_2_5", "section_2_4.guess_count", "section_2_4.n1_algorithm"],
    statement=r"""There is an algorithm that for a loss $\ell$, convex in its first argument, finds a global optimum of
    (2.3) for $D$ data points of $\mathbb R^n \times \mathbb R$ and width $w$ in time $O(2^w D^{nw} \mathrm{poly}(D, n,
    w))$. (As checked: at most so many guesses of signs and partitions, which depend on the points alone; whatever the
    loss and the labels, if (2.3) has an optimum, then for one of them the convex program of (2.5) has one that is an
    optimum of (2.3). That there may be none is the claim section_2_4.erm_attainment.)""",
)  # fmt: skip


def solved(ell: Term, t: Term, y: Term) -> Term:
    """A network of least loss lies in the cell of guess t."""
    return exists(a, b, conj(InCell(P(t), a, b, w, n, x, D), Optimal(ell, s(t), a, b, w, n, x, y, D)))


guesses = every(t, 1, T, conj(Signs(s(t), w), every(i, 1, w, Partition(P(t)(i), x, n, D))))
some_loss, least, programs = real("some"), real("least"), integer("programs")
upward = real("upward")  # the least loss with signs 1
unordered = integer("unordered")  # guesses that are enough, without regard to the order of the units
an_optimum = exists(v, a, b, Optimal(ell, v, a, b, w, n, x, y, D))
few = T <= C * (D * n * w) ** C * (2**w * D ** (n * w))
enough = exists(T, s, P, conj(few, guesses, forall(ell, y, implies(
    Convex(ell), an_optimum, some(t, 1, T, solved(ell, t, y))))))  # fmt: skip
printed = claim.variant(
    "printed", exists(C, conj(C >= 1, forall(w, n, D, x, implies(sizes, enough)))), expect="reduced",
    why="For n, D >= 2 there are no more guesses at all. For n = 1 and for D = 1 a unit is of one of 4 D kinds at "
        "most, and since the order of the units does not matter, C(4 D + w - 1, w) <= 5/2 (2 D)^w guesses are enough.",
    observed=2 * unordered <= 5 * 2**w * D ** (n * w),
)  # fmt: skip
claim.reduce(printed, prose="""By the first obligation no list of different partitions of the points is longer than 2
    (C(D-1, 0) + ... + C(D-1, n)), or than D^n for n, D >= 2; this is the premise of the second, which concludes the
    statement.""")  # fmt: skip
listing = exists(T, s, P, conj(
    T <= (2 * regions) ** w, implies(conj(n >= 2, D >= 2), T <= 2**w * D ** (n * w)), GuessListing(
        s, P, T, w, x, n, D), forall(ell, y, implies(an_optimum, some(t, 1, T, solved(ell, t, y)))), forall(y, some(
            t, 1, T, solved(squared, t, y)))))  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(w, n, D, x, implies(sizes, listing)), expect="reduced",
    why="Whatever the loss, one of the T convex programs finds a global optimum if there is one, and for the squared "
        "loss there is. T depends on the points alone: at most (4 (C(D-1, 0) + ... + C(D-1, n)))^w, and 2^w D^(nw) for "
        "n, D >= 2; each program has (n + 1) w variables and D w constraints. In one dimension T is at most (4 D)^w.",
    observed=conj(implies(conj(n >= 2, D >= 2), programs <= 2**w * D ** (n * w)), programs <= (2 * regions) ** w,
                  least <= some_loss),
)  # fmt: skip
claim.reduce(sharpened, facts=["frank_wolfe", "quadratic_programs"], prose="""The first obligation bounds lists of
    different partitions and is the premise of the second, which lists T guesses and says that they are all. By the
    third, a global optimum lies in the cell of one of them, whatever the loss, if there is any. On each cell the
    squared loss is a convex quadratic program, which has an optimum (frank_wolfe); by the fourth, the best of these T
    networks is a global optimum. For rational data each program is solved in time polynomial in their length
    (quadratic_programs), and so is the listing of the partitions: those of the first j points are tried with the next
    point on either side, which takes 4 D (C(D-1, 0) + ... + C(D-1, n)) linear programs at most.
    """)  # fmt: skip

bounded = conj(N <= regions, implies(conj(n >= 2, D >= 2), N <= D**n))
lists_bounded = forall(N, Q, implies(conj(N >= 0, PartitionList(Q, N, x, n, D)), bounded))
short_lists = claim.obligation(sharpened, "partitions", conj(at_most(conj(n >= 1, D >= 1), regions), at_most(
    conj(n >= 2, D >= 2), D**n)))  # fmt: skip
partitions_of_printed = claim.obligation(printed, "partitions", short_lists.formula)
from_lists = claim.obligation(printed, "guesses", exists(C, conj(C >= 1, forall(w, n, D, x, implies(
    sizes, lists_bounded, enough)))))  # fmt: skip
counted = conj(T <= (2 * regions) ** w, implies(conj(n >= 2, D >= 2), T <= 2**w * D ** (n * w)), GuessListing(
    s, P, T, w, x, n, D))  # fmt: skip
all_guesses = claim.obligation(sharpened, "guesses", forall(w, n, D, x, implies(
    sizes, lists_bounded, exists(T, s, P, counted))))  # fmt: skip
A, B = function("A", "int->int->int->real"), function("B", "int->int->real")
value = [CellLoss(ell, s(t), P(t), *net, w, n, x, y, D) for net in ((A(t), B(t)), (a, b))]
least_in_cell = conj(InCell(P(t), A(t), B(t), w, n, x, D), forall(a, b, implies(
    InCell(P(t), a, b, w, n, x, D), value[0] <= value[1])))  # fmt: skip
in_a_cell = claim.obligation(sharpened, "any_loss", forall(w, n, D, x, y, ell, T, s, P, implies(
    sizes, GuessListing(s, P, T, w, x, n, D), an_optimum, some(t, 1, T, solved(ell, t, y)))))  # fmt: skip
best = claim.obligation(sharpened, "best", forall(w, n, D, x, y, ell, T, s, P, A, B, implies(
    sizes, GuessListing(s, P, T, w, x, n, D), every(t, 1, T, least_in_cell),
    some(t, 1, T, Optimal(ell, s(t), A(t), B(t), w, n, x, y, D)))))  # fmt: skip


@claim.prove(short_lists, partitions_of_printed)
def few_partitions(p: Proof, goal: Term) -> Fact:
    return p.both(*(below_powers(p, part) for part in goal.args))


@claim.satisfied(short_lists, partitions_of_printed)
def no_partitions(p: Proof, formula: Term) -> Fact:
    return p.both(no_partition(p, formula.args[0], 1, 1), no_partition(p, formula.args[1], 2, 2))


@once
def choices_grow(p: Proof) -> Fact:
    """forall A >= 0: forall B >= A: forall k: C(A, k) <= C(B, k)."""
    A, q = p.fresh("A", "int"), integer("q")
    low = p.assume(A >= 0)

    def claim(B: Term) -> Term:
        return forall(k, binomial(A, k) <= binomial(B, k))

    def start() -> Fact:
        m = p.fresh("k", "int")
        return p.general(m, p.arith(binomial(A, m) <= binomial(A, m)))

    def step(B: Term, above: Fact, here: Fact) -> Fact:
        m, more = p.fresh("k", "int"), p.arith(B >= 0, above, low)
        rule = p.lemma("pascal", B, m - 1, using=[more])
        positive = nonnegative_binomial(p).apply(B, using=[more])(m - 1)
        fact = p.arith(binomial(A, m - 1 + 1) <= binomial(B + 1, m - 1 + 1), rule, here(m - 1 + 1), positive)
        at = lam(q, binomial(A, q) <= binomial(B + 1, q))
        return p.general(m, p.step("equality", [p.ring(m - 1 + 1, m), fact], [at]))

    return p.general(A, p.implication(low.formula, p.induction("B", A, claim, start, step)))


def few_choices(p: Proof, K: Term, w: Term, n: Term, D: Term, some_list: Fact, given: tuple[Fact, Fact, Fact],
                bounds: Fact) -> Fact:  # fmt: skip
    """2 C(2 K + w - 1, w) <= 5 (2^w D^(n w)), from w, n, D >= 1 (``given``), K >= 1 and the ``bounds`` of K."""
    width, dimension, points = given
    above, q = p.arith(w >= 0, width), integer("q")
    number, wanted = binomial(2 * K + w - 1, w), 2**w * D ** (n * w)
    goal = 2 * number <= 5 * wanted

    def line(kinds: Fact, power: Fact) -> Fact:
        """From K <= 2 D and D^w = D^(n w)."""
        A, B = 2 * K + w - 1, 4 * D + w - 1
        grown = choices_grow(p).apply(A, using=[p.arith(A >= 0, some_list, width)]).apply(B, using=[p.arith(
            A <= B, kinds)])(w)  # fmt: skip
        bound = unordered_units(p).apply(D, using=[points]).apply(w, using=[width])
        split = double_powers(p, D).apply(w, using=[above])
        return p.arith(goal, grown, bound, split, power, multipliers=[1, 2**w])

    def single(yes: Fact) -> Fact:
        equal = p.arith(D == 1, yes, points)
        ones = one_generator_sum(p).apply(n + 1, using=[p.arith(1 <= n + 1, dimension)])
        same = p.congruent(lam(q, half_regions(q, n + 1)), equal)
        exponent = p.arith(n * w >= 0, dimension, above)
        power = [p.arith(D**e == 1, p.congruent(lam(q, q**e), equal), power_of_one(p).apply(e, using=[low]))
                 for e, low in ((w, above), (n * w, exponent))]  # fmt: skip
        return line(p.arith(K <= 2 * D, bounds.left, ones, same, equal), p.arith(D**w == D ** (n * w), *power))

    def several(no: Fact) -> Fact:
        two = p.arith(D >= 2, no)
        powers = regions_below_power(p).apply(D, using=[two])

        def one_input(yes: Fact) -> Fact:
            equal = p.arith(n == 1, yes, dimension)
            same = p.congruent(lam(q, half_regions(D, q)), p.arith(n + 1 == 2, equal))
            power = p.congruent(lam(q, D**q), p.arith(w == n * w, equal, multipliers=[w]))
            return line(p.arith(K <= 2 * D, bounds.left, powers.left, same), power)

        def more_inputs(off: Fact) -> Fact:
            few = p.modus_ponens(bounds.right, p.both(p.arith(n >= 2, off), two))
            first = tuples_below_power(p).apply(w, using=[above]).apply(2 * K, using=[p.arith(2 * K >= 1, some_list)])
            second = kinds_below_power(p).apply(D, K, n, using=[p.arith(D >= 0, points), p.arith(
                K >= 0, some_list), p.arith(n >= 0, dimension), few]).apply(w, using=[above])  # fmt: skip
            return p.arith(goal, first, second)

        return p.decide(n <= 1, one_input, more_inputs)

    return p.decide(D <= 1, single, several)


@claim.prove(from_lists)
def without_order(p: Proof, goal: Term) -> Fact:
    three = term(3)
    inner = instance_of(goal, three)
    (w, n, D, x), given, rest = p.intro(inner.args[1], 1)
    width, dimension, points = given
    premise, conclusion = p.assume(rest.args[0]), rest.args[1]
    R = 2 * total(i, 0, n, binomial(D - 1, i))
    N, Q = p.fresh("N", "int"), p.fresh("P", "int->int->bool")
    listed = p.assume(conj(N >= 0, PartitionList(Q, N, x, n, D)))
    few = p.general(N, Q, p.implication(listed.formula, p.modus_ponens(premise(N, Q), listed).left))
    mark = p.opened
    K, Q, facts = p.obtain(complete_list(p, R, x, n, D, few), "K", "Q")
    some_list, listing = unordered_listed(p, Q, K, x, n, D, w, facts.right, width).split()
    s, P, listing = p.obtain(listing, "s", "P")
    T = binomial(2 * K + w - 1, w)
    count, listed, _ = p.open_definition(facts.right).split()
    bounds = p.modus_ponens(premise(K, Q), p.both(count, listed))
    bound = few_choices(p, K, w, n, D, some_list, (width, dimension, points), bounds)
    area = p.arith(D * n >= 1, points, dimension)
    volume = p.arith(D * n * w >= 1, area, width)
    Y, E = 2**w * D ** (n * w), (D * n * w) ** three
    cube = powers_positive(p).apply(D * n * w, three, using=[volume, p.compute(three >= 0)])
    exponent = p.arith(n * w >= 0, dimension, width)
    signs = [powers_positive(p).apply(*e, using=[low, high]) for e, low, high in (
        ((2, w), p.compute(term(2) >= 1), p.arith(w >= 0, width)), ((D, n * w), points, exponent))]  # fmt: skip
    positive = p.arith(Y >= 0, *signs)
    few = p.arith(T <= 3 * E * Y, bound, p.arith((E - 1) * Y >= 0, cube, positive), positive)
    ell, y = p.fresh("ell", "real->real->real"), p.fresh("y", "int->real")
    convex = p.assume(Convex(ell))
    there = p.assume(exists(v, a, b, Optimal(ell, v, a, b, w, n, x, y, D)))
    found = optimum_in_some_order(p, ell, s, P, there, listing, w, n, T, x, y, D, dimension)
    every_loss = p.general(ell, y, p.implication(convex.formula, p.implication(there.formula, found)))
    fact = p.witness(conclusion, T, s, P, p.both(few, p.open_definition(listing).left, every_loss))
    fact = p.implication(premise.formula, p.close(fact, mark))
    return p.witness(goal, three, p.both(p.compute(three >= 1), p.conclude(inner.args[1], [w, n, D, x], fact)))


@claim.prove(all_guesses)
def by_all_tuples(p: Proof, goal: Term) -> Fact:
    (w, n, D, x), (width, dimension, points), rest = p.intro(goal, 1)
    premise, conclusion = p.assume(rest.args[0]), rest.args[1]
    R = 2 * total(i, 0, n, binomial(D - 1, i))
    N, Q = p.fresh("N", "int"), p.fresh("P", "int->int->bool")
    given = p.assume(conj(N >= 0, PartitionList(Q, N, x, n, D)))
    few = p.general(N, Q, p.implication(given.formula, p.modus_ponens(premise(N, Q), given).left))
    mark = p.opened
    K, Q, facts = p.obtain(complete_list(p, R, x, n, D, few), "K", "Q")
    _, listing = guesses_listed(p, Q, K, x, n, D, w, facts.right, width).split()
    s, P, listing = p.obtain(listing, "s", "P")
    count, listed, _ = p.open_definition(facts.right).split()
    bounds = p.modus_ponens(premise(K, Q), p.both(count, listed))
    above = p.arith(w >= 0, width)
    first = powers_of_larger(p).apply(2 * K, 2 * R, using=[p.arith(2 * K >= 0, count), p.arith(
        2 * K <= 2 * R, bounds.left)]).apply(w, using=[above]).right  # fmt: skip
    plane = p.assume(conj(n >= 2, D >= 2))
    second = kinds_below_power(p).apply(D, K, n, using=[p.arith(D >= 0, points), count, p.arith(
        n >= 0, dimension), p.modus_ponens(bounds.right, plane)]).apply(w, using=[above]).right  # fmt: skip
    parts = p.both(first, p.implication(plane.formula, second), listing)
    fact = p.close(p.witness(conclusion, (2 * K) ** w, s, P, parts), mark)
    return p.conclude(goal, [w, n, D, x], p.implication(premise.formula, fact))


@claim.satisfied(all_guesses)
def one_point_has_two_subsets(p: Proof, formula: Term) -> Fact:
    """Subsets of one point are told apart by the numbers 1 and 2."""
    one, rows, u, at_ = term(1), lam(j, k, term(0)), integer("u"), p.fresh("t", "int")
    N, Q, earlier = p.fresh("N", "int"), p.fresh("P", "int->int->bool"), p.fresh("s", "int")
    premise = p.assume(conj(N >= 0, PartitionList(Q, N, rows, one, one)))
    code = lam(u, where(Q(u)(1), 1, 2))

    def side(t: Term, prove) -> Fact:
        return p.decide(Q(t)(1), *[lambda fact: prove(fact, p.lemma(
            "if_false" if fact.formula.op == "not" else "if_true", *code(t).args, using=[fact]))] * 2)  # fmt: skip

    inside = over(p, 1, N, lambda t, _: side(t, lambda _, c: p.both(
        p.arith(1 <= code(t), c), p.arith(code(t) <= 2, c))), "t")  # fmt: skip
    order = p.assume(conj(1 <= earlier, earlier < at_, at_ <= N))
    apart = p.open_definition(premise.right).right
    mark = p.opened
    J, split = p.obtain(apart.apply(earlier, using=[order.left, p.arith(earlier <= N, order)]).apply(at_, using=[
        p.arith(earlier + 1 <= at_, order), order.right.right]), "j")  # fmt: skip
    differ = p.step("equality", [p.arith(J == 1, split.left), split.right], [lam(u, negation(conj(implies(
        Q(earlier)(u), Q(at_)(u)), implies(Q(at_)(u), Q(earlier)(u)))))])  # fmt: skip

    def clash(equal: Fact) -> Fact:
        def both(first: Fact, c: Fact, second: Fact, d: Fact) -> Fact:
            if (first.formula.op == "not") != (second.formula.op == "not"):
                return p.arith(false, equal, c, d)
            if first.formula.op == "not":
                ways = [p.implication(a, p.anything(z, p.conflict(p.assume(a), no))) for a, z, no in (
                    (Q(earlier)(1), Q(at_)(1), first), (Q(at_)(1), Q(earlier)(1), second))]  # fmt: skip
            else:
                ways = [p.implication(first.formula, second), p.implication(second.formula, first)]
            return p.conflict(p.both(*ways), differ)

        return side(earlier, lambda first, c: side(at_, lambda second, d: both(first, c, second, d)))

    different = p.close(p.refute(code(earlier) == code(at_), clash), mark)
    different = p.general(earlier, at_, p.implication(order.formula, different))
    few = p.lemma("pigeonhole", code, N, 2, using=[p.compute(term(0) <= 2), inside, different])
    R = 2 * total(i, 0, one, binomial(one - 1, i))
    plane = p.assume(conj(one >= 2, one >= 2))
    bound = p.both(p.arith(N <= R, few, p.compute(R == 2)), p.implication(plane.formula, p.arith(N <= one**one, plane)))
    known = p.general(N, Q, p.implication(premise.formula, bound))
    return p.exhibit(formula, [one, one, one, rows], known)


@claim.prove(in_a_cell)
def by_the_guess_of_an_optimum(p: Proof, goal: Term) -> Fact:
    (w, n, D, x, y, ell, T, s, P), (_, dimension, _, listing, there), _ = p.intro(goal)
    fact = optimum_on_a_listed_cell(p, ell, s, P, there, listing, w, n, T, x, y, D, dimension)
    return p.conclude(goal, [w, n, D, x, y, ell, T, s, P], fact)


@claim.prove(best)
def by_the_best_guess(p: Proof, goal: Term) -> Fact:
    (w, n, D, x, y, ell, T, s, P, A, B), (_, dimension, _, listing, solved), _ = p.intro(goal)
    fact = best_of_listed(p, ell, s, P, A, B, T, listing, solved, w, n, x, y, D, dimension)
    return p.conclude(goal, [w, n, D, x, y, ell, T, s, P, A, B], fact)


one, four, rows, zero = term(1), term(4), lam(j, k, term(0)), lam(i, term(0))  # one point, one unit: four guesses
four_guesses = lam(t, i, where(t <= 2, 1, -1)), lam(t, i, j, t - 2 * floor(t / 2) == 1)
nothing = lam(real("p"), real("q"), term(0))  # a loss that is always 0


def all_four(p: Proof) -> Fact:
    """GuessListing of the four guesses for one point and one unit."""
    s, P = four_guesses
    shifts = lam(t, t - 2 * floor(t / 2))
    cuts = p.compute(every(t, 1, 4, every(i, 1, 1, CutBy(P(t)(i), zero, shifts(t), rows, one, one))))

    def guess(t: Term, at: Fact) -> Fact:
        def part(i: Term, at_i: Fact) -> Fact:
            wanted = Partition(P(t)(i), rows, one, one)
            cut = cuts.apply(t, using=[at]).apply(i, using=[at_i])
            return p.restate(p.witness(opened(p, wanted), zero, shifts(t), cut), wanted)

        return p.both(signs.apply(t, using=[at]), over(p, 1, 1, part))

    signs = p.compute(every(t, 1, 4, Signs(s(t), one)))
    r, R = p.fresh("r", "int->real"), p.fresh("R", "int->int->bool")
    premise = p.assume(conj(Signs(r, one), every(i, 1, 1, Partition(R(i), rows, one, one))))
    single = p.compute(conj(one >= 1, one <= 1))
    goal = some(t, 1, 4, every(i, 1, 1, conj(s(t)(i) == r(i), every(j, 1, 1, iff(P(t)(i)(j), R(i)(j))))))

    def found(number: int, sign: Fact, side: Fact) -> Fact:
        at, inside = term(number), number % 2 == 1
        value = p.compute(s(at)(1) == (1 if number <= 2 else -1))
        odd = p.compute(P(at)(1)(1) if inside else negation(P(at)(1)(1)))
        first, second = p.assume(P(at)(1)(1)), p.assume(R(1)(1))
        ways = p.both(
            p.implication(first.formula, side if inside else p.anything(R(1)(1), p.conflict(first, odd))),
            p.implication(second.formula, odd if inside else p.anything(P(at)(1)(1), p.conflict(second, side))),
        )
        here = p.both(p.arith(s(at)(1) == r(1), value, sign), over(p, 1, 1, lambda j, at_j: p.step(
            "equality", [p.arith(one == j, at_j), ways], [lam(k, iff(P(at)(1)(k), R(1)(k)))]), "j"))  # fmt: skip
        units = over(p, 1, 1, lambda i, at_i: p.step("equality", [p.arith(one == i, at_i), here], [lam(k, conj(
            s(at)(k) == r(k), every(j, 1, 1, iff(P(at)(k)(j), R(k)(j)))))]))  # fmt: skip
        return p.witness(goal, at, p.both(p.compute(conj(at >= 1, at <= 4)), units))

    sign = p.open_definition(premise.left).apply(1, using=[single])
    hit = p.by_cases(
        sign, lambda plus: p.decide(R(1)(1), lambda on: found(1, plus, on), lambda off: found(2, plus, off)),
        lambda minus: p.decide(R(1)(1), lambda on: found(3, minus, on), lambda off: found(4, minus, off)))  # fmt: skip
    return p.restate(p.both(over(p, 1, 4, guess, "t"), p.general(r, R, p.implication(premise.formula, hit))),
                     GuessListing(s, P, four, one, rows, one, one))  # fmt: skip


@claim.satisfied(in_a_cell)
def of_no_loss(p: Proof, formula: Term) -> Fact:
    optimal = Optimal(nothing, zero, rows, zero, one, one, rows, zero, one)
    net = p.fresh("v", "int->real"), p.fresh("a", "int->int->real"), p.fresh("b", "int->real")
    losses = [Loss(nothing, *some_net, one, one, rows, zero, one) for some_net in ((zero, rows, zero), net)]
    optimal = p.restate(p.general(*net, p.arith(losses[0] <= losses[1])), optimal)
    values = one, one, one, rows, zero, nothing, four, *four_guesses, zero, rows, zero
    return p.exhibit(formula, values, all_four(p), optimal)


@claim.satisfied(best)
def zero_weights_in_each_cell(p: Proof, formula: Term) -> Fact:
    s, P = four_guesses
    A, B = lam(t, i, k, term(0)), lam(t, i, term(0))
    cells = p.compute(every(t, 1, 4, InCell(P(t), A(t), B(t), one, one, rows, one)))
    a, b = p.fresh("a", "int->int->real"), p.fresh("b", "int->real")

    def least(t: Term, at: Fact) -> Fact:
        inside = p.assume(InCell(P(t), a, b, one, one, rows, one))
        losses = [CellLoss(nothing, s(t), P(t), *net, one, one, rows, zero, one) for net in ((A(t), B(t)), (a, b))]
        equal = p.arith(losses[0] <= losses[1])
        return p.both(cells.apply(t, using=[at]), p.general(a, b, p.implication(inside.formula, equal)))

    return p.exhibit(
        formula, [one, one, one, rows, zero, nothing, four, s, P, A, B], all_four(p), over(p, 1, 4, least, "t")
    )


@claim.instances
def small_data(rng, count):
    """One to four points of R^n, n <= 2, with labels from -3 to 3, trained exactly with one unit: the least loss, also
    with sign 1 alone, and the losses of the network found and of random ones; and how many guesses there are for w <= 4
    units, in order and without order. At most 80 data sets, drawn with repetition."""
    rows = []
    for number in range(min(count, 80)):
        n, w, D = number % 2 + 1, number // 2 % 4 + 1, int(rng.integers(1, 5))
        points = [tuple(map(int, q)) for q in rng.integers(0, 5, size=(D, n))]
        labels = rng.integers(-3, 4, size=D).tolist()
        found = train(points, labels, 1, keep=False)
        positive = train(points, labels, 1, signs=(1,), keep=False).loss
        nets = [(found.signs[0], *found.weights[0], found.biases[0])]
        nets += [(1 - 2 * int(rng.integers(2)), *map(int, rng.integers(-2, 3, size=n + 1))) for _ in range(3)]
        for sign, *weights, bias in nets:
            outputs = [
                sign * max(0, sum(p * q for p, q in zip(weights, point, strict=True)) + bias) for point in points
            ]
            loss = sum((z - label) ** 2 for z, label in zip(outputs, labels, strict=True))
            values = [Fraction(q) for q in (found.loss, positive, loss)]
            scale = lcm(*(q.denominator for q in values))  # the same for all, so that the numbers are integers
            kinds = 2 * found.cells
            rows.append([n, D, w, kinds**w, comb(kinds + w - 1, w), *(int(q * scale) for q in values)])
    chosen = rng.integers(0, len(rows), size=count)
    names = ("n", "D", "w", "programs", "unordered", "least", "upward", "some")
    return dict(zip(names, np.array(rows, dtype="float64")[chosen].T, strict=True))


claim.mutant("2 for 5/2", printed, unordered <= 2 * 2**w * D ** (n * w))
claim.mutant("in order", printed, 2 * programs <= 5 * 2**w * D ** (n * w))
claim.mutant("without the signs", sharpened, implies(conj(n >= 2, D >= 2), programs <= D ** (n * w)))
claim.mutant("2^w D^w on the line", sharpened, programs <= 2**w * D ** (n * w))
claim.mutant("signs 1 alone", sharpened, upward <= some_loss)

# A data set, trained and certified.

example = Claim(
    "mukherjee2020", "theorem", "2.4.1", slug="example", section="2.4", family="landscape",
    title="a network of one unit, trained exactly", uses=["theorem_2_4_1"],
    statement=r"""For the squared loss and the data $(1, 0), (2, 1), (3, 0), (4, 2), (5, 3)$ the network $\max\{0,
    \frac32 x - \frac{13}3\}$, which leaves $\frac76$, is a global optimum of (2.3) for $n = w = 1$.""",
)  # fmt: skip
points, labels = [(q,) for q in range(1, 6)], [0, 1, 0, 2, 3]
inputs, marks = lam(j, k, j), lam(j, where(j <= 1, 0, where(j <= 2, 1, where(j <= 3, 0, j - 2))))
found = lam(j, term(1)), lam(j, k, term(Fraction(3, 2))), lam(j, term(Fraction(-13, 3)))
problem = term(1), term(1), inputs, marks, term(5)
misses = real("loss")  # of a network with one unit
trained = example.variant(
    "printed", conj(Loss(squared, *found, *problem) == term(Fraction(7, 6)), Optimal(squared, *found, *problem)),
    expect="proved", why="Two signs and ten cells: on each of the 20 the residual of its best fit proves that no "
    "network there leaves less.", observed=misses >= term(Fraction(7, 6)),
)  # fmt: skip


@example.prove(trained)
def cell_by_cell(p: Proof, goal: Term) -> Fact:
    """Each network lies in one of the 20 cells; there the loss exceeds the least by squares, and multiples of (2.5)."""
    v, a, b = p.fresh("v", "int->real"), p.fresh("a", "int->int->real"), p.fresh("b", "int->real")
    known = {tuple(kind): fit for (kind,), fit in train(points, labels, 1).certificates}
    order = [cell.active for cell in cells(points)]
    places = range(1, 6)
    u = [Input(a(1), b(1), inputs(q), 1) for q in places]
    z = [Output(v, a, b, 1, 1, inputs(q)) for q in places]
    lines = [
        p.arith(u[q - 1] == a(1)(1) * q + b(1), *written_out(p, 1, lam(k, a(1)(k) * inputs(q)(k)))) for q in places
    ]
    single = [p.arith(z[q - 1] == v(1) * maximum(0, u[q - 1]), *written_out(p, 1, lam(i, v(i) * maximum(0, Input(
        a(i), b(i), inputs(q), 1))))) for q in places]  # fmt: skip
    summed = written_out(p, 5, lam(j, squared(Output(v, a, b, 1, 1, inputs(j)))(marks(j))))
    errors = [p.arith(squared(z[q - 1])(marks(q)) == (z[q - 1] - labels[q - 1]) ** 2, p.compute(
        marks(q) == labels[q - 1]), multipliers=[1, marks(q), z[q - 1]]) for q in places]  # fmt: skip
    least = term(Fraction(7, 6))
    ahead = sum(((z[q - 1] - labels[q - 1]) ** 2 for q in places[1:]), (z[0] - labels[0]) ** 2)

    def leaf(sign: Fact, sides: list[Fact]) -> Fact:
        """One sign and one cell: z = v u where active, 0 elsewhere."""
        positive = sign.formula.op != "not"
        active = tuple(side.formula.op != "not" for side in sides)
        fit = known[(1 if positive else -1, order.index(active))]
        facts = []
        for q, side, on in zip(places, sides, active, strict=True):
            value = p.by_cases(p.lemma("max", 0, u[q - 1]), *[lambda g, q=q, side=side, on=on: p.arith(
                maximum(0, u[q - 1]) == (u[q - 1] if on else 0), g, side)] * 2)  # fmt: skip
            linear = v(1) * a(1)(1) * q + v(1) * b(1)
            moved = p.arith(v(1) * u[q - 1] == linear, lines[q - 1], multipliers=[v(1)])
            upward = positive == on
            signed = p.arith(linear >= 0 if upward else linear <= 0, moved, p.arith(
                v(1) * u[q - 1] >= 0 if upward else v(1) * u[q - 1] <= 0, sign, side))  # fmt: skip
            shown = p.arith(z[q - 1] == (linear if on else 0), single[q - 1], value, moved, multipliers=[1, v(1)])
            facts += [shown, signed]
        targets = [term(label - r) for label, r in zip(labels, fit.residual, strict=True)]
        bound = p.arith(ahead >= term(fit.loss), *facts, squares=[c - t for c, t in zip(z, targets, strict=True)])
        return p.arith(ahead >= least, bound)

    def walk(sign: Fact, sides: list[Fact]) -> Fact:
        pattern = tuple(side.formula.op != "not" for side in sides)
        if not any(cell[: len(pattern)] == pattern for cell in order):  # no line has these signs
            return p.anything(ahead >= least, p.arith(false, *sides, *lines[: len(sides)]))
        if len(sides) == 5:
            return leaf(sign, sides)
        return p.decide(u[len(sides)] >= 0, *[lambda side: walk(sign, [*sides, side])] * 2)

    bound = p.decide(v(1) >= 0, *[lambda sign: walk(sign, [])] * 2)
    value = p.compute(goal.args[0])
    worse = p.arith(Loss(squared, *found, *problem) <= Loss(squared, v, a, b, *problem), value, bound, *summed, *errors)
    return p.both(value, p.restate(p.general(v, a, b, worse), goal.args[1]))


@example.instances
def networks_of_one_unit(rng, count):
    """The losses of networks with dyadic weights, near the optimum and far from it."""
    slopes = np.where(rng.random(count) < 0.5, 1.5, rng.integers(-16, 17, size=count) / 8)
    shifts = rng.integers(-64, 65, size=count) / 8
    signs = np.where(rng.random(count) < 0.8, 1.0, -1.0)
    x, y = np.arange(1, 6), np.array(labels)
    losses = ((signs[:, None] * np.maximum(0, slopes[:, None] * x + shifts[:, None]) - y) ** 2).sum(axis=1)
    return {"loss": losses}


example.mutant("6/5", trained, misses >= term(Fraction(6, 5)))
example.mutant("19/16", trained, misses >= term(Fraction(19, 16)))

example.picture(training_pictures.cells_of_a_unit)
