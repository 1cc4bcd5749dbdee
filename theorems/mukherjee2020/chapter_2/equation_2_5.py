"""Equation (2.5), the cell constraints: true, on each closed cell the network is linear in its weights, ties or not."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import smaller_sum, sums_linear
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.training import (
    CellLoss,
    Convex,
    InCell,
    Input,
    Output,
    UnitwiseLoss,
    active,
    linear_on_cell,
    mixed,
    mixed_active,
    mixed_input,
    squared,
    squared_convex,
)

claim = Claim(
    "mukherjee2020", "equation", "2.5", section="2.4", family="landscape", title="cell constraints linearise the net",
    uses=["equation_2_4"],
    statement=r"""Let $(P_+^i, P_-^i)$, $1 \le i \le w$, be partitions of the data points $x_1, \dots, x_D \in
    \mathbb R^n$. Where $\tilde a^i \cdot x_j + \tilde b_i \le 0$ for all $j \in P_-^i$ and $\ge 0$ for all $j \in
    P_+^i$, the network $\sum_i s_i \max\{0, \tilde a^i \cdot x + \tilde b_i\}$ has at $x_j$ the value $\sum_{i: j \in
    P_+^i} s_i (\tilde a^i \cdot x_j + \tilde b_i)$, which is linear in the $(n+1) w$ variables $\tilde a^i,
    \tilde b_i$; and these constraints, $D w$ of them, describe a convex set.""",
)  # fmt: skip

w, n, D, i, j, k = (integer(name) for name in ("w", "n", "D", "i", "j", "k"))
s, b, d, y = (function(name, "int->real") for name in ("s", "b", "d", "y"))
a, c, x = (function(name, "int->int->real") for name in ("a", "c", "x"))
P, ell, t, u = function("P", "int->int->bool"), function("ell", "real->real->real"), real("t"), real("u")
sizes = conj(w >= 1, n >= 1, D >= 1)
sign, value, chosen = real("s"), real("q"), integer("chosen")  # one unit at one point: is the point in P?

printed = claim.variant(
    "printed", forall(w, n, D, s, P, x, implies(sizes, conj(
        forall(a, b, implies(InCell(P, a, b, w, n, x, D), every(j, 1, D, Output(
            s, a, b, w, n, x(j)) == active(s, P, a, b, w, n, x, j)))),
        forall(a, b, c, d, t, u, j, active(s, P, mixed(t, a, u, c), mixed(t, b, u, d), w, n, x, j) == t * active(
            s, P, a, b, w, n, x, j) + u * active(s, P, c, d, w, n, x, j)),
        forall(a, b, c, d, t, implies(
            between(0, t, 1), InCell(P, a, b, w, n, x, D), InCell(P, c, d, w, n, x, D),
            InCell(P, mixed(t, a, 1 - t, c), mixed(t, b, 1 - t, d), w, n, x, D)))))), expect="proved",
    why="max(0, q) is q for q >= 0 and 0 for q <= 0; at q = 0 both, so that weak inequalities on both sides will do.",
    observed=implies(conj(implies(chosen == 1, value >= 0), implies(chosen == 0, value <= 0)),
                     sign * maximum(0, value) == where(chosen == 1, sign * value, 0)),
)  # fmt: skip


@claim.prove(printed)
def by_cases_of_each_unit(p: Proof, goal: Term) -> Fact:
    (w, n, D, s, P, x), (width, dimension, _), parts = p.intro(goal)
    values, linear, convex = parts.args[0], *parts.args[1].args

    (a, b), (cell,), _ = p.intro(values, 1)
    first = over(p, 1, D, lambda j, bounds: p.symmetric(linear_on_cell(
        p, s, P, a, b, w, n, x, D, cell, j, bounds)), "j")  # fmt: skip
    first = p.general(a, b, p.implication(cell.formula, first))

    (a, b, c, d, t, u, j), _, _ = p.intro(linear)
    second = p.general(a, b, c, d, t, u, j, mixed_active(p, t, u, s, P, a, b, c, d, w, n, x, j, width, dimension))

    (a, b, c, d, t), (low, high, one, other), wanted = p.intro(convex)
    one, other = p.open_definition(one), p.open_definition(other)
    ma, mb = mixed(t, a, 1 - t, c), mixed(t, b, 1 - t, d)

    def side(i: Term, inside: Fact, j: Term, bounds: Fact) -> Fact:
        at = [f.apply(i, using=[inside]).apply(j, using=[bounds]) for f in (one, other)]
        link = mixed_input(p, t, 1 - t, a(i), b(i), c(i), d(i), x(j), n, dimension)
        new = Input(ma(i), mb(i), x(j), n)

        def part(chosen: Term, pick: int) -> Fact:
            known = p.assume(chosen)
            signs = [p.modus_ponens(f.right if pick else f.left, known) for f in at]
            scaled = [p.arith(r * q >= 0 if not pick else r * q <= 0, sign, weight) for r, q, sign, weight in (
                (t, Input(a(i), b(i), x(j), n), signs[0], low),
                (1 - t, Input(c(i), d(i), x(j), n), signs[1], p.arith(1 - t >= 0, high)))]  # fmt: skip
            return p.implication(chosen, p.arith(new <= 0 if pick else new >= 0, link, *scaled))

        return p.both(part(at[0].left.formula.args[0], 0), part(at[0].right.formula.args[0], 1))

    cell = over(p, 1, w, lambda i, inside: over(p, 1, D, lambda j, bounds: side(i, inside, j, bounds), "j"))
    third = p.conclude(convex, [a, b, c, d, t], p.restate(cell, wanted))
    return p.conclude(goal, [w, n, D, s, P, x], p.both(p.prove(values, first), p.prove(linear, second), third))


@claim.satisfied(printed)
def one_of_each(p: Proof, formula: Term) -> Fact:
    zero = lam(i, term(0))
    return p.exhibit(formula, [1, 1, 1, zero, lam(i, j, term(0) < 1), lam(i, k, term(0))])


@claim.instances
def units_at_points(rng, count):
    """A sign, an input of either sign or 0, and whether the point is in P."""
    return {"s": np.where(rng.random(count) < 0.5, 1.0, -1.0), "q": rng.integers(-6, 7, size=count) / 8,
            "chosen": rng.integers(0, 2, size=count).astype("float64")}  # fmt: skip


units_at_points.free = {"s", "q"}
claim.mutant("without the constraints on P_-", printed, implies(
    implies(chosen == 1, value >= 0), sign * maximum(0, value) == where(chosen == 1, sign * value, 0)))  # fmt: skip
claim.mutant("without the constraints on P_+", printed, implies(
    implies(chosen == 0, value <= 0), sign * maximum(0, value) == where(chosen == 1, sign * value, 0)))  # fmt: skip

# The objective on a cell.

convexity = Claim(
    "mukherjee2020", "equation", "2.5", slug="convex", section="2.4", family="landscape",
    title="the objective is convex on a cell", uses=["equation_2_5"],
    statement=r"""If $\ell$ is convex in its first argument, then $\sum_{j=1}^D \sum_{i: j \in P_+^i} \ell(s_i (\tilde
    a^i \cdot x_j + \tilde b_i), y_j)$ is convex in $\tilde a^i, \tilde b_i$ jointly; and so is the loss of the
    network on the cell, $\sum_{j=1}^D \ell\bigl(\sum_{i: j \in P_+^i} s_i (\tilde a^i \cdot x_j + \tilde b_i),
    y_j\bigr)$.""",
)  # fmt: skip


def jensen(objective: Term, at: Term, other: Term) -> Term:
    """Convexity between two points."""
    return objective <= t * at + (1 - t) * other


def at_weights(loss, *weights: Term) -> Term:
    return loss(ell, s, P, *weights, w, n, x, y, D)


left, right, mean, label = real("p"), real("q"), real("t"), real("y")
both_convex = convexity.variant(
    "printed", forall(w, n, D, s, P, x, y, ell, implies(conj(sizes, Convex(ell)), forall(
        a, b, c, d, t, implies(between(0, t, 1), conj(*(jensen(
            at_weights(loss, mixed(t, a, 1 - t, c), mixed(t, b, 1 - t, d)), at_weights(loss, a, b), at_weights(
                loss, c, d)) for loss in (UnitwiseLoss, CellLoss))))))), expect="proved",
    why="The argument of each loss is linear in the weights. Over several cells the loss is not convex.",
    observed=implies(conj(mean >= 0, mean <= 1), (mean * left + (1 - mean) * right - label) ** 2 <= mean * (
        left - label) ** 2 + (1 - mean) * (right - label) ** 2),
)  # fmt: skip


@convexity.prove(both_convex)
def by_linearity(p: Proof, goal: Term) -> Fact:
    variables, given, conclusion = p.intro(goal)
    w, n, D, s, P, x, y, ell, a, b, c, d, t = variables
    width, dimension, points, convex, low, high = given
    bound = p.both(low, high)
    ma, mb = mixed(t, a, 1 - t, c), mixed(t, b, 1 - t, d)
    convex = p.open_definition(convex)
    z = real("z")

    def summed(hi: Term, some: Fact, fs: list[Term], each) -> Fact:
        """sum f <= t sum g + (1 - t) sum h, from the same for each summand."""
        f, g, h = fs
        wanted = lam(i, t * g(i) + (1 - t) * h(i))
        nonempty = p.arith(term(1) <= hi + 1, some)
        smaller = smaller_sum(p, term(1), hi, f, wanted, nonempty, each)
        split = sums_linear(p).apply(1, hi, g, h, t, 1 - t, using=[nonempty])
        one, other = (m.args[1] for m in split.formula.args[1].args)
        return p.arith(smaller.formula.args[0] <= t * one + (1 - t) * other, smaller, split)

    def loss_at(value: Term, e: Term, f: Term, link: Fact, label: Term) -> Fact:
        """ell(value) <= t ell(e) + (1 - t) ell(f), from value = t e + (1 - t) f."""
        same = p.congruent(lam(z, ell(z)(label)), link)
        return p.arith(ell(value)(label) <= t * ell(e)(label) + (1 - t) * ell(f)(label), same, convex.apply(
            e, f, t, label, using=[bound]))  # fmt: skip

    def cellwise(j: Term, *_: Fact) -> Fact:
        return loss_at(active(s, P, ma, mb, w, n, x, j), active(s, P, a, b, w, n, x, j), active(s, P, c, d, w, n, x, j),
                       mixed_active(p, t, 1 - t, s, P, a, b, c, d, w, n, x, j, width, dimension), y(j))  # fmt: skip

    def unit(e: Term, f: Term, j: Term) -> Term:
        return lam(i, where(P(i)(j), ell(s(i) * Input(e(i), f(i), x(j), n))(y(j)), 0))

    def unitwise(j: Term, *_: Fact) -> Fact:
        fs = [unit(e, f, j) for e, f in ((ma, mb), (a, b), (c, d))]

        def each(i: Term, *_: Fact) -> Fact:
            values = [s(i) * Input(e(i), f(i), x(j), n) for e, f in ((ma, mb), (a, b), (c, d))]
            link = mixed_input(p, t, 1 - t, a(i), b(i), c(i), d(i), x(j), n, dimension)
            link = p.arith(values[0] == t * values[1] + (1 - t) * values[2], link, multipliers=[s(i)])
            goal = fs[0](i) <= t * fs[1](i) + (1 - t) * fs[2](i)

            def of(rule: str, known: Fact, *facts: Fact) -> Fact:
                parts = [p.lemma(rule, *g(i).args, using=[known]) for g in fs]
                scaled = [p.arith(r * parts[m].formula.args[0] == r * parts[m].formula.args[1], parts[m],
                                  multipliers=[r]) for m, r in ((1, t), (2, 1 - t))]  # fmt: skip
                return p.arith(goal, parts[0], *scaled, *facts)

            return p.decide(P(i)(j), lambda yes: of("if_true", yes, loss_at(*values, link, y(j))),
                            lambda no: of("if_false", no))  # fmt: skip

        return summed(w, width, fs, each)

    weights = ((ma, mb), (a, b), (c, d))
    per_unit = [lam(j, total(i, 1, w, unit(e, f, j)(i))) for e, f in weights]
    per_cell = [lam(j, ell(active(s, P, e, f, w, n, x, j))(y(j))) for e, f in weights]
    facts = summed(D, points, per_unit, unitwise), summed(D, points, per_cell, cellwise)
    return p.conclude(goal, variables, p.both(*(p.prove(wanted, fact) for wanted, fact in zip(
        conclusion.args, facts, strict=True))))  # fmt: skip


@convexity.satisfied(both_convex)
def squared_loss(p: Proof, formula: Term) -> Fact:
    zero, rows = lam(i, term(0)), lam(i, k, term(0))
    none = lam(i, j, term(0) < 1)
    return p.exhibit(formula, [1, 1, 1, zero, none, rows, zero, squared, rows, zero, rows, zero, 0], squared_convex(p))


@convexity.instances
def means(rng, count):
    """Two values, a label and a weight, some of them outside [0, 1]."""
    found = [rng.integers(-8, 9, size=count) / 4 for _ in range(4)]
    return dict(zip("pqty", found, strict=True))


means.free = {"p", "q", "t", "y"}
jump = mean * (left - label) ** 2 + (1 - mean) * (right - label) ** 2
convexity.mutant("for all weights of the mean", both_convex, (mean * left + (1 - mean) * right - label) ** 2 <= jump)
convexity.mutant("strictly", both_convex, implies(conj(mean >= 0, mean <= 1), (
    mean * left + (1 - mean) * right - label) ** 2 < jump))  # fmt: skip
