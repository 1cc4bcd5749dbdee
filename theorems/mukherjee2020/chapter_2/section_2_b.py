"""Appendix 2.B, kinks: those of max{0, x, y} are three half-lines; those of a Sum-of-ReLU are whole lines, not all."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.terms import (
    Term,
    conj,
    either,
    forall,
    function,
    iff,
    implies,
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
from theorems.claim import Claim
from theorems.mukherjee2020.kinks import (
    PEAK,
    DifferentiableAt,
    Gates,
    GateSum,
    bent_line,
    kinks,
    locally_affine,
    on_line,
    peak_kinks,
    three_rays,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import by_all_cases

i, j, w = integer("i"), integer("j"), integer("w")
u, v, beta = real("u"), real("v"), real("beta")
a, b, d, c = (function(name, "int->real") for name in "abdc")
f = function("f", "real->real->real")
kink = integer("kink")  # 1 where some second difference does not vanish, else 0

# The kinks of the maximum.

rays = Claim(
    "mukherjee2020", "claim", "", slug="kink_set", section="2.B", family="pwl_networks",
    title="kink set of max{0,x1,x2}",
    statement=r"""The function $\max\{0, x_1, x_2\}$ is not differentiable exactly on the three half-lines
    $x_1 = x_2 \ge 0$, $x_1 = 0 \ge x_2$ and $x_2 = 0 \ge x_1$.""",
)  # fmt: skip

rays_printed = rays.variant(
    "printed", forall(u, v, iff(negation(DifferentiableAt(PEAK, u, v)), three_rays(u, v))), expect="proved",
    why="Off the half-lines one of 0, x, y is alone the largest; on them, the origin included, a second difference by "
        "h is at least h.",
    observed=kink == where(three_rays(u, v), 1, 0),
)  # fmt: skip


@rays.prove(rays_printed)
def by_cells_and_creases(p: Proof, goal: Term) -> Fact:
    return p.prove(goal, peak_kinks(p))


def second_differences(values, u, v, directions, h):
    """1 where some second difference of a function by h times one of the directions is not 0, else 0."""
    found = np.zeros(u.shape)
    for s, t in directions:
        bend = values(u + h * s, v + h * t) + values(u - h * s, v - h * t) - 2 * values(u, v)
        found = np.maximum(found, bend != 0)
    return found


@rays.instances
def grid_points(rng, n):
    """Multiples of 1/2 in [-2, 2], second differences by 1/8 in the directions (1, 0), (0, 1) and (1, -1)."""
    u, v = rng.integers(-4, 5, size=(2, n)) / 2
    peak = second_differences(lambda x, y: np.maximum(0, np.maximum(x, y)), u, v, ((1, 0), (0, 1), (1, -1)), 1 / 8)
    return {"u": u, "v": v, "kink": peak}


rays.mutant("the whole line x = y", rays_printed, kink == where(
    either(u == v, conj(u == 0, v <= 0), conj(v == 0, u <= 0)), 1, 0))  # fmt: skip
rays.mutant("two of the half-lines", rays_printed, kink == where(
    either(conj(u == v, u >= 0), conj(u == 0, v <= 0)), 1, 0))  # fmt: skip

# The kinks of a weighted sum of gates.

lines = Claim(
    "mukherjee2020", "claim", "", slug="kink_union_lines", section="2.B", family="pwl_networks",
    title="kinks of Sum-of-ReLU are full lines",
    statement=r"""A Sum-of-ReLU circuit $f(x) = \sum_{i=1}^w c_i \max\{0, \langle a^i, x\rangle + b_i\}$ on
    $\mathbb R^2$ is not differentiable exactly on the union of the $w$ lines $\langle a^i, x\rangle + b_i = 0$.""",
)  # fmt: skip

bent, lined = integer("bent"), integer("lined")

lines_printed = lines.variant(
    "printed", forall(w, a, b, d, c, f, u, v, implies(
        conj(w >= 1, GateSum(f, w, a, b, d, c, 0)),
        iff(negation(DifferentiableAt(f, u, v)), some(i, 1, w, on_line(a, b, d, i, u, v))))), expect="refuted",
    why="Gates of one line may cancel, so that their line has no kinks: any two that make a linear function do.",
    counterexample="max{0, x1} - max{0, -x1} = x1 is differentiable everywhere, on the line x1 = 0 of its gates too.",
)  # fmt: skip
lines_repaired = lines.variant(
    "repaired", forall(w, a, b, d, c, beta, f, u, v, implies(
        conj(w >= 0, GateSum(f, w, a, b, d, c, beta)),
        iff(negation(DifferentiableAt(f, u, v)), bent_line(w, a, b, d, c, u, v)))), expect="proved",
    why="The kinks are the union of those of the lines across which the gates of the line together bend the function: "
        "whole lines, and this is all that the proof of Proposition 2.5.2 needs.",
    observed=kink == bent,
)  # fmt: skip


@lines.refute(lines_printed)
def by_a_linear_function(p: Proof, goal: Term) -> Fact:
    x, y = real("x"), real("y")
    first = lam(x, y, x)
    signs, zero = lam(j, where(j <= 1, 1, -1)), lam(j, term(0))

    def argue(claimed: Fact) -> Fact:
        s, t = p.fresh("x", "real"), p.fresh("y", "real")
        unit = lam(j, signs(j) * maximum(0, signs(j) * s + zero(j) * t + zero(j)))
        values = [p.compute(signs(term(k)) == e) for k, e in ((1, 1), (2, -1))]
        nodes = [p.congruent(lam(x, maximum(0, x)), p.arith(
            signs(term(k)) * s + zero(term(k)) * t + zero(term(k)) == e * s, value, multipliers=[s]))
            for (k, e), value in zip(((1, 1), (2, -1)), values, strict=True)]  # fmt: skip
        units = [p.arith(unit(term(k)) == e * maximum(0, e * s), node, value,
                         multipliers=[signs(term(k)), maximum(0, e * s), e])
                 for (k, e), node, value in zip(((1, 1), (2, -1)), nodes, values, strict=True)]  # fmt: skip
        sums = [p.lemma("sum_empty", 1, 0, unit), *(p.lemma("sum_step", 1, k, unit) for k in (0, 1)),
                *(p.congruent(unit, p.ring(term(k) + 1, k + 1)) for k in (0, 1))]  # fmt: skip
        hinge = by_all_cases(p, [p.lemma("max", 0, 1 * s), p.lemma("max", 0, -1 * s)], lambda facts: p.arith(
            maximum(0, 1 * s) - maximum(0, -1 * s) == s, *facts))  # fmt: skip
        value = p.arith(first(s)(t) == term(0) + total(j, 1, 2, unit(j)), *sums, *units, hinge)
        shape = GateSum(first, 2, signs, zero, zero, signs, 0)
        whole = p.restate(p.general(s, t, value), shape)
        here = claimed.apply(2, signs, zero, zero, signs, first, 0, 0, using=[p.compute(term(2) >= 1), whole])
        zero_, one = term(0), term(1)
        smooth = locally_affine(p, first, zero_, zero_, (one, zero_), one, p.compute(one > 0), lambda s, t, _: p.ring(
            first(0 + s)(0 + t) - first(0)(0) - 1 * s - 0 * t, 0))  # fmt: skip
        lined = p.exhibit(here.right.formula.args[0], [1], p.compute(signs(term(1)) * 0 + zero(term(1)) * 0 + zero(
            term(1)) == 0))  # fmt: skip
        return p.conflict(smooth, p.modus_ponens(here.right, lined))

    return p.refute(goal, argue)


@lines.prove(lines_repaired)
def by_second_differences(p: Proof, goal: Term) -> Fact:
    (w, a, b, d, c, beta, f, u, v), (above, whole), _ = p.intro(goal)
    fact = kinks(p, Gates(p, a, b, d, c, u, v), w, above, whole)
    return p.conclude(goal, [w, a, b, d, c, beta, f, u, v], fact)


@lines.satisfied(lines_repaired)
def no_gates(p: Proof, formula: Term) -> Fact:
    x, y = real("x"), real("y")
    zero, none = lam(x, y, term(0)), lam(j, term(0))
    s, t = p.fresh("x", "real"), p.fresh("y", "real")
    empty = p.lemma("sum_empty", 1, 0, lam(j, none(j) * maximum(0, none(j) * s + none(j) * t + none(j))))
    value = p.arith(zero(s)(t) == term(0) + empty.formula.args[0], empty)
    whole = p.restate(p.general(s, t, value), GateSum(zero, 0, none, none, none, none, 0))
    return p.exhibit(formula, [0, none, none, none, none, 0, zero, 0, 0], whole)


def small_circuits(rng, n, w=4):
    """Random integer gates a x + b y + d with weights c, of magnitude at most 2, some with cancelling partners."""
    a, b, d, c = rng.integers(-2, 3, size=(4, n, w))
    partner = rng.random(n) < 0.5
    for array, sign in ((a, -1), (b, -1), (d, -1), (c, -1)):
        array[partner, 1] = sign * array[partner, 0]
    return a, b, d, c


@lines.instances
def integer_points(rng, n):
    """Circuits of four gates at integer points, most of them on the line of the first gate: kink is 1 if a second
    difference by 1/256 in one of the directions along a line, or nearly so, does not vanish; bent and lined are 1 on a
    line that bends and on a line of some gate."""
    a, b, d, c = small_circuits(rng, n)
    u, v = rng.integers(-2, 3, size=(2, n))
    d[:, 0] = np.where(rng.random(n) < 0.8, -a[:, 0] * u - b[:, 0] * v, d[:, 0])
    d[:, 1] = np.where((a[:, 1] == -a[:, 0]) & (b[:, 1] == -b[:, 0]) & (c[:, 1] == -c[:, 0]), -d[:, 0], d[:, 1])
    through = (a * u[:, None] + b * v[:, None] + d == 0) & ((a != 0) | (b != 0))
    found = {"bent": np.zeros(n), "lined": through.any(axis=1), "kink": np.zeros(n)}

    def values(x, y):
        return (c * np.maximum(0, a * x[:, None] + b * y[:, None] + d)).sum(axis=1)

    for k in range(a.shape[1]):
        same = (a[:, [k]] * b == a * b[:, [k]]) & (a[:, [k]] * d == a * d[:, [k]]) & (b[:, [k]] * d == b * d[:, [k]])
        bend = np.where(same, c * abs(a[:, [k]] * a + b[:, [k]] * b), 0).sum(axis=1)
        found["bent"] = np.maximum(found["bent"], through[:, k] & (bend != 0))
        near = [(-b[:, k] + e * a[:, k] / 64, a[:, k] + e * b[:, k] / 64) for e in (-1, 0, 1)]
        found["kink"] = np.maximum(found["kink"], second_differences(values, u, v, near, 1 / 256))
    return {name: array.astype("float64") for name, array in found.items()}


lines.mutant("every line of a gate has kinks", lines_repaired, kink == lined)
lines.mutant("no kinks", lines_repaired, kink == 0)
