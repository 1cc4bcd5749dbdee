"""Lemma 2.A.3, sum of two ReLU networks of equal depth: true, with the same depth and size s_1 + s_2 exactly."""

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import Term, conj, forall, function, implies, integer, lam, term, vector
from theorems.claim import Claim
from theorems.mukherjee2020.deep_nets import (
    Represents,
    combined,
    joined,
    pick,
    projection,
    same_affine,
    stacked,
    zero_net,
)  # fmt: skip

claim = Claim(
    "mukherjee2020", "lemma", "2.A.3", section="2.A", family="pwl_networks", title="sum of nets of equal depth",
    statement=r"""If $f_1, f_2: \mathbb R^n \to \mathbb R^m$ are computed by ReLU networks of the same depth $k + 1$ and
    of sizes $s_1$ and $s_2$, then $f_1 + f_2$ is computed by one of depth $k + 1$ and size $s_1 + s_2$.""",
)  # fmt: skip

x, f, g = (function(name, "int->V->real") for name in "xfg")
n, m, k, s, i, p = integer("n"), integer("m"), integer("k"), function("s", "int->int"), integer("i"), vector("p")
hypotheses = conj(n >= 1, m >= 1, Represents(f, m, x, n, k, s(1)), Represents(g, m, x, n, k, s(2)))
depth, size, depth_1, size_1, size_2 = (integer(name) for name in ("depth", "size", "depth_1", "size_1", "size_2"))
value, value_1, value_2 = integer("value"), integer("value_1"), integer("value_2")  # at a point

printed = claim.variant(
    "printed",
    forall(x, f, g, n, m, k, s, implies(
        hypotheses, Represents(lam(i, p, f(i)(p) + g(i)(p)), m, x, n, k, s(1) + s(2)))),
    expect="proved",
    why="The two networks side by side, with the rows of the last layer added up.",
    observed=conj(value == value_1 + value_2, depth == depth_1, size == size_1 + size_2),
)  # fmt: skip


@claim.prove(printed)
def side_by_side(pf: Proof, goal: Term) -> Fact:
    values, given, conclusion = pf.intro(goal)
    x, f, g, n, m, k, s = values
    inputs, outputs, first, second = given
    one, two = pf.open_definition(first), pf.open_definition(second)
    both, added = joined(f, m, g), lam(i, p, f(i)(p) + g(i)(p))
    low = pf.arith(m >= 0, outputs)
    width = pf.arith(m + m >= 0, outputs)

    def output(t: Term, bounds: Fact) -> Fact:
        """The sum of two of the joined outputs."""
        parts = []
        for h, place in ((f, t), (g, m + t)):
            inside = [pf.arith(1 <= place, bounds, outputs), pf.arith(place <= m + m, bounds, outputs)]
            unit = projection(pf).apply(both, m + m, place, using=inside)
            parts.append(same_affine(pf, unit, h(t), lambda r, h=h, place=place: pf.symmetric(
                pf.arith(both(place)(r) == h(t)(r), pick(pf, both(place)(r), bounds)))))  # fmt: skip
        total = combined(pf, width, 1, parts[0], 1, parts[1])
        return same_affine(pf, total, added(t), lambda r: pf.ring(added(t)(r), 1 * f(t)(r) + 1 * g(t)(r)))

    layers = stacked(pf).apply(x, n, k, f, m, s(1), g, m, s(2), added, m, using=[
        pf.arith(n >= 0, inputs), low, one.right, two.right, over(pf, 1, m, output)])  # fmt: skip
    return pf.conclude(goal, values, pf.restate(pf.both(one.left, layers), conclusion))


@claim.satisfied(printed)
def zero_and_zero(pf: Proof, formula: Term) -> Fact:
    """Both networks have one gate and the output 0."""
    zero, one = zero_net(pf)
    return pf.exhibit(formula, [zero, zero, zero, 1, 1, 1, lam(i, term(1))], one)


@claim.instances
def integer_networks(rng, count):
    """Pairs of networks with two inputs and integer weights, of equal depth, added and evaluated exactly at an integer
    point."""
    rows = []
    for _ in range(min(count, 200)):
        layers = int(rng.integers(1, 4))
        f, g = (relu.random_net(rng, [2, *rng.integers(1, 4, size=layers), 1]) for _ in range(2))
        h, point = relu.add(f, g), rng.integers(-5, 6, size=(1, 2))
        values = [int(relu.evaluate(q, point)[0, 0]) for q in (h, f, g)]
        rows.append([h.depth, h.size, f.depth, f.size, g.size, *values])
    drawn = rng.integers(0, len(rows), size=count)
    names = ("depth", "size", "depth_1", "size_1", "size_2", "value", "value_1", "value_2")
    return dict(zip(names, np.array(rows, dtype="float64")[drawn].T, strict=True))


claim.mutant("the difference", printed, value == value_1 - value_2)
claim.mutant("a gate fewer", printed, size == size_1 + size_2 - 1)
