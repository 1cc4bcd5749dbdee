"""Algorithm 1, exact training: false as printed, its objective is not the network's loss; with the loss it is true."""

from fractions import Fraction
from math import lcm

import numpy as np

from numerics.derive import Fact, Proof
from numerics.terms import (
    TABLE,
    Term,
    conj,
    define,
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
    term,
    total,
    where,
)  # fmt: skip
from numerics.training import train, unitwise
from theorems.claim import Claim
from theorems.mukherjee2020 import training_pictures
from theorems.mukherjee2020.training import (
    CellLoss,
    Convex,
    Feasible,
    Input,
    Loss,
    Optimal,
    Output,
    UnitwiseLoss,
    as_guess,
    cell_loss,
    computed_guess,
    opened,
    squared,
    squared_convex,
    written_out,
)

w, n, D, i, j, k = (integer(name) for name in ("w", "n", "D", "i", "j", "k"))
s, v, b, y = (function(name, "int->real") for name in ("s", "v", "b", "y"))
a, x = (function(name, "int->int->real") for name in ("a", "x"))
P, ell = function("P", "int->int->bool"), function("ell", "real->real->real")
other = function("s_other", "int->real"), function("P_other", "int->int->bool"), function(
    "a_other", "int->int->real"), function("b_other", "int->real")  # fmt: skip
sizes = conj(w >= 1, n >= 1, D >= 1)
planes = conj(w >= 1, n >= 2, D >= 1)  # for one input the text has another algorithm


@define
def PrintedOutcome(ell: "real->real->real", s: "int->real", P: "int->int->bool", a: "int->int->real", b: "int->real",
                   w: "int", n: "int", x: "int->int->real", y: "int->real", D: "int") -> Term:  # fmt: skip
    """Signs s, partitions P and weights a, b that Algorithm 1 may return as printed: among all guesses and weights that
    satisfy their constraints, they make the objective of line 8, with the arguments of the loss as there, least."""
    p, q = real("p"), real("q")
    turned = lam(p, q, ell(q)(p))
    return conj(Feasible(s, P, a, b, w, n, x, D), forall(*other, implies(
        Feasible(*other, w, n, x, D),
        UnitwiseLoss(turned, s, P, a, b, w, n, x, y, D) <= UnitwiseLoss(turned, *other, w, n, x, y, D))))  # fmt: skip


@define
def Outcome(ell: "real->real->real", s: "int->real", P: "int->int->bool", a: "int->int->real", b: "int->real",
            w: "int", n: "int", x: "int->int->real", y: "int->real", D: "int") -> Term:  # fmt: skip
    """What Algorithm 1 may return with the loss of the network, on the cell of each guess, as its objective."""
    return conj(Feasible(s, P, a, b, w, n, x, D), forall(*other, implies(
        Feasible(*other, w, n, x, D), CellLoss(ell, s, P, a, b, w, n, x, y, D) <= CellLoss(
            ell, *other, w, n, x, y, D))))  # fmt: skip


data = w, n, x, y, D
claim = Claim(
    "mukherjee2020", "algorithm", "1", section="2.4", family="landscape",
    title="empirical risk minimisation for two layers", uses=["equation_2_4", "equation_2_5"],
    statement=r"""For data $(x_j, y_j) \in \mathbb R^n \times \mathbb R$, $1 \le j \le D$, and a loss $\ell$ that is
    convex in its first argument: Algorithm 1, which for all signs $s \in \{-1, 1\}^w$ and all $w$-tuples of
    partitions of the data by hyperplanes minimises $\sum_j \sum_{i: j \in P_+^i} \ell(y_j, s_i (\tilde a^i \cdot x_j +
    \tilde b_i))$ under the constraints (2.5) and returns the best weights found, returns a network of width $w$ with
    the least loss. (Asked here of one way to break ties, where the minima exist; as printed for $n \ge 2$, since for
    $n = 1$ the text describes another algorithm.)""",
)  # fmt: skip

guess = s, P, a, b
# The loss of some network; the least loss found with the loss as objective, and that of what is returned as printed.
some_loss, least, returned = real("some"), real("least"), real("returned")
upward, regression = real("upward"), real("regression")  # the least loss with s = 1, and with all points active
printed = claim.variant(
    "printed", forall(w, n, D, x, y, ell, implies(
        conj(planes, Convex(ell)), exists(*guess, PrintedOutcome(ell, *guess, *data)),
        exists(*guess, conj(PrintedOutcome(ell, *guess, *data), Optimal(ell, s, a, b, *data))))), expect="refuted",
    why="The objective fits each active unit to the label alone and asks nothing where no unit is active, so that it "
        "is 0 as soon as no unit is active at all.",
    counterexample="w = 1, n = 2, squared loss, the points (1, 0), (2, 0), (3, 0) with labels 1, 0, 1: the objective "
                   "is 0 only where active points are fitted exactly, which leaves a loss of 1 at least; the constant "
                   "2/3 has 2/3.",
    observed=returned <= some_loss,
)  # fmt: skip
repaired = claim.variant(
    "repaired", forall(w, n, D, x, y, ell, implies(sizes, conj(
        forall(*guess, implies(Outcome(ell, *guess, *data), Optimal(ell, s, a, b, *data))),
        implies(exists(v, a, b, Optimal(ell, v, a, b, *data)), exists(*guess, Outcome(ell, *guess, *data)))))),
    expect="proved",
    why="With the loss of the sum of the active units as its objective, what it returns is a global optimum, and it "
        "returns something whenever there is one. Convexity is needed for the minimisations alone.",
    observed=least <= some_loss,
)  # fmt: skip


one, two = term(1), term(2)
line, bumps = lam(j, k, where(k <= 1, j, 0)), lam(j, (j - 2) ** 2)  # the points (1, 0), (2, 0), (3, 0), labels 1, 0, 1
points = one, two, line, bumps, term(3)
zero, rows, none, ones = lam(i, term(0)), lam(i, k, term(0)), lam(i, j, term(0) < 0), lam(i, one)
nothing = ones, none, rows, zero  # the zero network, its unit active nowhere


@claim.refute(printed)
def by_three_points(p: Proof, goal: Term) -> Fact:
    e, f = real("p"), real("q")
    turned = lam(e, f, squared(f)(e))

    def objective(s: Term, P: Term, a: Term, b: Term) -> tuple[list[Term], list[Fact]]:
        """The three summands of the printed objective, and facts that add them up."""
        single = [lam(i, where(P(i)(m), turned(s(i) * Input(a(i), b(i), line(m), 2))(bumps(m)), 0)) for m in (1, 2, 3)]
        whole = lam(j, total(i, 1, 1, where(P(i)(j), turned(s(i) * Input(a(i), b(i), line(j), 2))(bumps(j)), 0)))
        facts = [fact for g in single for fact in written_out(p, 1, g)] + written_out(p, 3, whole)
        return [g(1) for g in single], facts

    def nothing_returned() -> Fact:
        """The zero network may be returned: the objective is nowhere negative."""
        formula = opened(p, PrintedOutcome(squared, *nothing, *points))
        feasible = computed_guess(p, *nothing, one, two, line, term(3), [(zero, term(0))])
        own, own_sum = objective(*nothing)
        empty = [p.lemma("if_false", *g.args, using=[p.compute(negation(g.args[0]))]) for g in own]
        guess, _, conclusion = p.intro(formula.args[1])
        parts, sums = objective(*guess)
        signed = [_nonnegative(p, g) for g in parts]
        least = p.conclude(formula.args[1], guess, p.arith(conclusion, *own_sum, *empty, *sums, *signed))
        return p.restate(p.both(feasible, least), PrintedOutcome(squared, *nothing, *points))

    def contradiction(claimed: Fact) -> Fact:
        least = nothing_returned()
        some = p.witness(exists(*guess, PrintedOutcome(squared, *guess, *points)), *nothing, least)
        convex = p.both(p.compute(conj(one >= 1, two >= 2, term(3) >= 1)), squared_convex(p))
        found = claimed.apply(one, two, term(3), line, bumps, squared, using=[convex, some])
        mark = p.opened
        s, P, a, b, facts = p.obtain(found, "s", "P", "a", "b")
        returned, optimal = p.open_definition(facts.left), p.open_definition(facts.right)
        own, sums = objective(s, P, a, b)
        other, other_sums = objective(*nothing)
        empty = [p.lemma("if_false", *g.args, using=[p.compute(negation(g.args[0]))]) for g in other]
        compared = returned.right.apply(*nothing, using=[p.open_definition(least).left])
        small = p.arith(own[0] + own[1] + own[2] <= 0, compared, *sums, *other_sums, *empty)
        third = lam(i, term("2/3"))
        constant = p.compute(Loss(squared, ones, rows, third, *points) == term("2/3"))
        compared = optimal(ones, rows, third)
        beaten = p.arith(compared.formula.args[0] <= term("2/3"), compared, constant)
        inputs = [Input(a(1), b(1), line(m), 2) for m in (1, 2, 3)]
        flat = [p.arith(u == a(1)(1) * m + b(1), *written_out(p, 2, lam(k, a(1)(k) * line(m)(k))), p.compute(
            conj(line(m)(1) == m, line(m)(2) == 0)), multipliers=[1, a(1)(1), a(1)(2)])
            for m, u in zip((1, 2, 3), inputs, strict=True)]  # fmt: skip
        outputs = [s(1) * maximum(0, u) for u in inputs]
        net = [lam(i, s(i) * maximum(0, Input(a(i), b(i), line(m), 2))) for m in (1, 2, 3)]
        losses = [squared(Output(s, a, b, 1, 2, line(m)))(bumps(m)) for m in (1, 2, 3)]
        losses_sum = written_out(p, 3, lam(j, squared(Output(s, a, b, 1, 2, line(j)))(bumps(j))))
        outer = [p.arith(Output(s, a, b, 1, 2, line(m)) == outputs[m - 1], *written_out(p, 1, net[m - 1]))
                 for m in (1, 2, 3)]  # fmt: skip
        nonnegative = [p.arith(g >= 0, squares=[Output(s, a, b, 1, 2, line(m)) - bumps(m)])
                       for m, g in zip((1, 2, 3), losses, strict=True)]  # fmt: skip
        cell = p.open_definition(p.open_definition(returned.left).right.right).apply(1, using=[p.compute(
            conj(one >= 1, one <= 1))])  # fmt: skip
        at = [cell.apply(m, using=[p.compute(conj(term(m) >= 1, term(m) <= 3))]) for m in (1, 2, 3)]

        def missed(m: int, no: Fact) -> Fact:
            """The point m is not active: its loss is 1."""
            off = p.modus_ponens(at[m - 1].right, no)
            dead = p.by_cases(p.lemma("max", 0, inputs[m - 1]), *[lambda f: p.arith(
                maximum(0, inputs[m - 1]) == 0, f, off)] * 2)  # fmt: skip
            silent = p.arith(Output(s, a, b, 1, 2, line(m)) == 0, outer[m - 1], dead, multipliers=[1, s(1)])
            gone = p.arith(losses[m - 1] == 1, silent, multipliers=[1, Output(s, a, b, 1, 2, line(m))])
            return p.arith(false, beaten, gone, *nonnegative, *losses_sum)

        def fitted(m: int, yes: Fact, values: list[Fact]) -> Fact:
            """s u = y at an active point m."""
            value = p.lemma("if_true", *own[m - 1].args, using=[yes])
            q = s(1) * inputs[m - 1] - bumps(m)
            return p.arith(s(1) * inputs[m - 1] == bumps(m), p.arith(q * q <= 0, small, value, *values))

        def both_active(first: Fact, last: Fact) -> Fact:
            def others(*which: int) -> list[Fact]:
                return [signs[m - 1] for m in which]

            signs = [_nonnegative(p, g) for g in own]
            ends = [fitted(1, first, others(2, 3)), fitted(3, last, others(1, 2))]
            up = [p.modus_ponens(at[m - 1].left, f) for m, f in ((1, first), (3, last))]
            middle = p.arith(s(1) * inputs[1] == 1, *ends, *flat, multipliers=[1, s(1)])

            def active(yes: Fact) -> Fact:
                return p.arith(false, fitted(2, yes, others(1, 3)), middle)

            def idle(no: Fact) -> Fact:
                down = p.modus_ponens(at[1].right, no)
                level = p.arith(inputs[1] == 0, down, *flat, *up)
                return p.arith(false, middle, level, multipliers=[1, s(1)])

            return p.decide(P(1)(2), active, idle)

        def first_active(first: Fact) -> Fact:
            return p.decide(P(1)(3), lambda last: both_active(first, last), lambda no: missed(3, no))

        return p.close(p.decide(P(1)(1), first_active, lambda no: missed(1, no)), mark)

    return p.refute(goal, contradiction)


def _nonnegative(p: Proof, summand: Term) -> Fact:
    """A square where a point is active, 0 where it is not, is at least 0."""
    chosen, square, _ = summand.args
    root = square.args[0].args[0] - square.args[0].args[1] if square.args[0].op == "-" else square.args[0]
    return p.decide(chosen, lambda yes: p.arith(
        summand >= 0, p.lemma("if_true", *summand.args, using=[yes]), squares=[root]), lambda no: p.arith(
            summand >= 0, p.lemma("if_false", *summand.args, using=[no])))  # fmt: skip


@claim.prove(repaired)
def by_the_loss_on_cells(p: Proof, goal: Term) -> Fact:
    (w, n, D, x, y, ell), (_, dimension, _), parts = p.intro(goal)
    data = w, n, x, y, D

    (s, P, a, b), (outcome,), optimal = p.intro(parts.args[0])
    outcome = p.open_definition(outcome)
    own = cell_loss(p, ell, s, P, a, b, *data, p.open_definition(outcome.left).right.right)
    names = ("v_other", "int->real"), ("a_other", "int->int->real"), ("b_other", "int->real")
    net = [p.fresh(*name) for name in names]
    guess, feasible, value = as_guess(p, ell, *net, *data, dimension)
    compared = outcome.right.apply(*guess, using=[feasible])
    better = p.general(*net, p.arith(Loss(ell, s, a, b, *data) <= Loss(ell, *net, *data), own, value, compared))
    first = p.conclude(parts.args[0], [s, P, a, b], p.restate(better, optimal))

    exists_optimal = p.assume(parts.args[1].args[0])
    mark = p.opened
    v, a, b, best = p.obtain(exists_optimal, "v", "a", "b")
    best = p.open_definition(best)
    guess, feasible, value = as_guess(p, ell, v, a, b, *data, dimension)
    formula = opened(p, Outcome(ell, *guess, *data)).args[1]
    others, (allowed,), conclusion = _introduced(p, formula)
    theirs = cell_loss(p, ell, *others, *data, p.open_definition(allowed).right.right)
    smaller = p.arith(conclusion, value, theirs, best(others[0], others[2], others[3]))
    least = p.general(*others, p.implication(allowed.formula, smaller))
    outcome = p.restate(p.both(feasible, least), Outcome(ell, *guess, *data))
    second = p.implication(exists_optimal.formula, p.close(p.witness(parts.args[1].args[1], *guess, outcome), mark))
    return p.conclude(goal, [w, n, D, x, y, ell], p.both(first, second))


def _introduced(p: Proof, formula: Term) -> tuple[list[Term], tuple[Fact], Term]:
    """The variables, the premise (whole) and the conclusion of a universal implication."""
    variables = []
    while formula.op == "forall":
        v = p.fresh(TABLE.hints.get(formula.index, "x"), TABLE.nodes[formula.index][1])
        variables.append(v)
        formula = instance_of(formula, v)
    return variables, (p.assume(formula.args[0]),), formula.args[1]


@claim.satisfied(repaired)
def one_unit(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1, 1, rows, zero, squared])


@claim.instances
def small_data(rng, count):
    """Two to four points of a line with labels from -2 to 2, trained exactly with one unit; and the losses of the
    network found and of random networks of one unit. At most 120 data sets, drawn with repetition."""
    rows = []
    for _ in range(min(count, 120)):
        size = int(rng.integers(2, 5))
        x = [(int(q),) for q in np.sort(rng.permutation(6)[:size])]
        y = rng.integers(-2, 3, size=size).tolist()
        found = train(x, y, 1, keep=False)
        upward = train(x, y, 1, signs=(1,), keep=False).loss
        regression = train(x, y, 1, among=lambda cell: all(cell.active), keep=False).loss
        fitted = [on for sign in (1, -1) for on in unitwise(x, [sign * q for q in y])]
        returned = min(sum(q * q for q, active in zip(y, on, strict=True) if not active) for on in fitted)
        nets = [(found.signs[0], found.weights[0][0], found.biases[0])]
        nets += [(1 - 2 * int(rng.integers(2)), *map(int, rng.integers(-3, 4, size=2))) for _ in range(3)]
        for sign, slope, shift in nets:
            loss = sum((sign * max(0, slope * q[0] + shift) - r) ** 2 for q, r in zip(x, y, strict=True))
            values = [Fraction(q) for q in (found.loss, loss, returned, upward, regression)]
            scale = lcm(*(q.denominator for q in values))  # the same for both sides, so that all numbers are integers
            rows.append([int(q * scale) for q in values])
    chosen = rng.integers(0, len(rows), size=count)
    names = ("least", "some", "returned", "upward", "regression")
    return dict(zip(names, np.array(rows, dtype="float64")[chosen].T, strict=True))


claim.mutant("one sign", repaired, upward <= some_loss)
claim.mutant("all units active everywhere", repaired, regression <= some_loss)

claim.picture(training_pictures.wrong_objective)

# The objective alone.

objective_claim = Claim(
    "mukherjee2020", "algorithm", "1", slug="objective", section="2.4", family="landscape",
    title="objective used by the ERM algorithm", uses=["equation_2_5"],
    statement=r"""On the cell (2.5) of a guess, the objective $\sum_{j=1}^D \sum_{i: j \in P_+^i} \ell(s_i (\tilde a^i
    \cdot x_j + \tilde b_i), y_j)$ that Algorithm 1 minimises is the loss $\sum_{j=1}^D \ell(f(x_j), y_j)$ of the
    network $f(x) = \sum_{i=1}^w s_i \max\{0, \tilde a^i \cdot x + \tilde b_i\}$ to be trained.""",
)  # fmt: skip


def equals_the_loss(objective: Term, sizes: Term) -> Term:
    """The objective is the loss of the network, for weights that satisfy the constraints of a guess."""
    return forall(w, n, D, x, y, ell, *guess, implies(
        conj(sizes, Convex(ell)), Feasible(*guess, w, n, x, D), objective == Loss(ell, s, a, b, *data)))  # fmt: skip


first, second, label = real("p"), real("q"), real("y")  # what two units with sign 1 contribute at one point
unit_1, unit_2 = maximum(0, first), maximum(0, second)
alone = where(first > 0, (first - label) ** 2, 0) + where(second > 0, (second - label) ** 2, 0)
together = (where(first > 0, first, 0) + where(second > 0, second, 0) - label) ** 2
as_printed = objective_claim.variant(
    "printed", equals_the_loss(UnitwiseLoss(ell, *guess, *data), planes), expect="refuted",
    why="A sum over the units of losses is not the loss of the sum of the units; and where no unit is active, the "
        "network still has a loss.",
    counterexample="w = n = 2, D = 1, squared loss, x = (0, 0), y = 1, two units max(0, 1/2): the network fits the "
                   "label with loss 0, the objective is 1/4 + 1/4.",
    observed=alone == (unit_1 + unit_2 - label) ** 2,
)  # fmt: skip
corrected = objective_claim.variant(
    "repaired", equals_the_loss(CellLoss(ell, *guess, *data), sizes), expect="proved",
    why="The loss of the sum over the active units, at every point, is what (2.5) makes a convex program of.",
    observed=together == (unit_1 + unit_2 - label) ** 2,
)  # fmt: skip


@objective_claim.refute(as_printed)
def by_two_halves(p: Proof, goal: Term) -> Fact:
    origin, half, everywhere = lam(j, k, term(0)), lam(i, term("1/2")), lam(i, j, term(0) < 1)
    numbers = two, two, origin, ones, one

    def contradiction(claimed: Fact) -> Fact:
        feasible = computed_guess(p, ones, everywhere, rows, half, two, two, origin, one, [(zero, one)] * 2)
        given = p.both(p.compute(conj(two >= 1, two >= 2, one >= 1)), squared_convex(p))
        found = two, two, one, origin, ones, squared, ones, everywhere, rows, half
        equal = claimed.apply(*found, using=[given, feasible])
        sides = p.compute(UnitwiseLoss(squared, ones, everywhere, rows, half, *numbers) == term("1/2")), p.compute(
            Loss(squared, ones, rows, half, *numbers) == 0)  # fmt: skip
        return p.arith(false, equal, *sides)

    return p.refute(goal, contradiction)


@objective_claim.prove(corrected)
def unit_by_unit(p: Proof, goal: Term) -> Fact:
    variables, given, conclusion = p.intro(goal)
    w, n, D, x, y, ell, s, P, a, b = variables
    cell = p.open_definition(given[-1]).right.right
    return p.conclude(goal, variables, p.prove(conclusion, cell_loss(p, ell, s, P, a, b, w, n, x, y, D, cell)))


@objective_claim.satisfied(corrected)
def the_zero_network(p: Proof, formula: Term) -> Fact:
    feasible = computed_guess(p, *nothing, one, one, line, one, [(zero, term(0))])
    return p.exhibit(formula, [1, 1, 1, line, zero, squared, *nothing], squared_convex(p), feasible)


@objective_claim.instances
def pairs_of_units(rng, count):
    """The inputs of two units at a point, of both signs and 0, and its label."""
    return {name: rng.integers(-8, 9, size=count) / 4 for name in "pqy"}


pairs_of_units.free = {"p", "q", "y"}
objective_claim.mutant("no loss where no unit is active", corrected, where(
    conj(first <= 0, second <= 0), 0, together) == (unit_1 + unit_2 - label) ** 2)  # fmt: skip
objective_claim.mutant("the larger unit alone", corrected, (maximum(unit_1, unit_2) - label) ** 2 == (
    unit_1 + unit_2 - label) ** 2)  # fmt: skip
