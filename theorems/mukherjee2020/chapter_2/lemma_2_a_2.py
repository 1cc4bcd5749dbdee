"""Lemma 2.A.2, composition of ReLU networks: true, depth k_1 + k_2 + 1 and size s_1 + s_2 exactly."""

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.terms import Term, conj, forall, function, implies, integer, lam, term
from theorems.claim import Claim
from theorems.mukherjee2020.deep_nets import Represents, composed, zero_net

claim = Claim(
    "mukherjee2020", "lemma", "2.A.2", section="2.A", family="pwl_networks", title="composition of nets",
    statement=r"""If $f_1: \mathbb R^d \to \mathbb R^m$ is computed by a ReLU network of depth $k_1 + 1$ and size $s_1$,
    and $f_2: \mathbb R^m \to \mathbb R^n$ by one of depth $k_2 + 1$ and size $s_2$, then $f_2 \circ f_1$ is computed by
    one of depth $k_1 + k_2 + 1$ and size $s_1 + s_2$. (In the goal, $f$ are the outputs of the first network on a set
    $V$ of points with coordinates $x$, and $h$ those of the second one, whose inputs are $f$: so $h = f_2 \circ
    f_1$.)""",
)  # fmt: skip

x, f, h = (function(name, "int->V->real") for name in "xfh")
d, m, n, k, s = integer("d"), integer("m"), integer("n"), function("k", "int->int"), function("s", "int->int")
hypotheses = conj(d >= 1, m >= 1, n >= 1, Represents(f, m, x, d, k(1), s(1)), Represents(h, n, f, m, k(2), s(2)))
depth, size, depth_1, depth_2, size_1, size_2 = (integer(name) for name in (
    "depth", "size", "depth_1", "depth_2", "size_1", "size_2"))  # fmt: skip
left, right = integer("left"), integer("right")  # the composed network and the second after the first, at a point

printed = claim.variant(
    "printed", forall(x, f, h, d, m, n, k, s, implies(hypotheses, Represents(h, n, x, d, k(1) + k(2), s(1) + s(2)))),
    expect="proved",
    why="The last affine map of the first network and the first of the second are one affine map.",
    observed=conj(left == right, depth == depth_1 + depth_2 - 1, size == size_1 + size_2),
)  # fmt: skip


@claim.prove(printed)
def by_merging_affine_maps(p: Proof, goal: Term) -> Fact:
    values, given, conclusion = p.intro(goal)
    x, f, h, d, m, n, k, s = values
    inputs, between, _, first, second = given
    one, two = p.open_definition(first), p.open_definition(second)
    whole = composed(p).apply(x, d, k(1), f, m, s(1), k(2), h, n, s(2), using=[
        p.arith(d >= 0, inputs), p.arith(m >= 0, between), two.left, one.right, two.right])  # fmt: skip
    return p.conclude(goal, values, p.restate(p.both(p.arith(k(1) + k(2) >= 1, one.left, two.left), whole), conclusion))


@claim.satisfied(printed)
def zero_after_zero(p: Proof, formula: Term) -> Fact:
    """Both networks have one gate and the output 0."""
    zero, one = zero_net(p)
    ones = lam(integer("i"), term(1))
    return p.exhibit(formula, [zero, zero, zero, 1, 1, 1, ones, ones], one)


@claim.instances
def integer_networks(rng, count):
    """Networks with two inputs, one to three units between them, and integer weights, composed and evaluated exactly at
    an integer point."""
    rows = []
    for _ in range(min(count, 200)):
        widths = [2, *rng.integers(1, 4, size=rng.integers(1, 4)), int(rng.integers(1, 4))]
        second = [widths[-1], *rng.integers(1, 4, size=rng.integers(1, 3)), 1]
        f, g = relu.random_net(rng, widths), relu.random_net(rng, second)
        h, point = relu.compose(g, f), rng.integers(-5, 6, size=(1, 2))
        values = [int(relu.evaluate(*q)[0, 0]) for q in ((h, point), (g, relu.evaluate(f, point)))]
        rows.append([h.depth, h.size, f.depth, g.depth, f.size, g.size, *values])
    drawn = rng.integers(0, len(rows), size=count)
    names = ("depth", "size", "depth_1", "depth_2", "size_1", "size_2", "left", "right")
    return dict(zip(names, np.array(rows, dtype="float64")[drawn].T, strict=True))


claim.mutant("a layer fewer", printed, depth == depth_1 + depth_2 - 2)
claim.mutant("a gate fewer", printed, size == size_1 + size_2 - 1)
