"""Lemma 2.A.5, affine maps with one hidden layer: true with 2 m gates; 2 n suffice as well, so 2 min(n, m)."""

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import Term, conj, every, forall, function, implies, integer, lam, maximum, term, vector, where
from theorems.claim import Claim
from theorems.mukherjee2020.deep_nets import (
    AffineIn,
    Represents,
    combined,
    gate_of,
    one_layer,
    pick,
    projection,
    same_affine,
    through,
)  # fmt: skip

claim = Claim(
    "mukherjee2020", "lemma", "2.A.5", section="2.A", family="pwl_networks", title="affine maps as 2-layer nets",
    statement=r"""Every affine map $T: \mathbb R^n \to \mathbb R^m$ is computed by a ReLU network with one hidden layer
    of size $2m$. (Sharpened: and by one of size $2n$.)""",
)  # fmt: skip

x, f = function("x", "int->V->real"), function("f", "int->V->real")
n, m, i, p = integer("n"), integer("m"), integer("i"), vector("p")
inputs, outputs, size, value, wanted = (integer(name) for name in ("n", "m", "size", "value", "wanted"))
narrow, wide_value = integer("narrow"), integer("wide_value")


def for_affine(*conclusion: Term) -> Term:
    return forall(x, f, n, m, implies(conj(n >= 1, m >= 1, every(i, 1, m, AffineIn(f(i), x, n))), *conclusion))


printed = claim.variant(
    "printed", for_affine(Represents(f, m, x, n, 1, 2 * m)), expect="proved",
    why="t = max(0, t) - max(0, -t) for each output.",
    observed=conj(value == wanted, size == 2 * outputs),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", for_affine(conj(Represents(f, m, x, n, 1, 2 * m), Represents(f, m, x, n, 1, 2 * n))), expect="proved",
    why="The same for each input instead, with the map in the last layer.",
    observed=conj(wide_value == wanted, narrow == 2 * inputs),
)  # fmt: skip


def both_signs(y: Term, q: Term) -> Term:
    """max(0, y(1)), ..., max(0, y(q)), max(0, -y(1)), ..., max(0, -y(q))."""
    return lam(i, p, where(i <= q, maximum(0, y(i)(p)), maximum(0, -1 * y(i - q)(p) + 0 * y(i - q)(p))))


def split(pf: Proof, x: Term, n: Term, y: Term, q: Term, f: Term, m: Term, affine: Fact, outer: Fact,
          *positive: Fact) -> Fact:  # fmt: skip
    """Represents(f, m, x, n, 1, 2 q): ``affine`` says that y(1), ..., y(q) are affine in x(1), ..., x(n), ``outer``
    that f(1), ..., f(m) are in y(1), ..., y(q); ``positive`` is n, m, q >= 1."""
    units, size = both_signs(y, q), 2 * q
    low, wide, count = pf.arith(n >= 0, *positive), pf.arith(size >= 0, *positive), pf.arith(q >= 0, *positive)

    def gate(t: Term, bounds: Fact) -> Fact:
        def first(yes: Fact) -> Fact:
            inside = affine.apply(t, using=[bounds.left, yes])
            return gate_of(pf, inside, units(t), lambda r: pick(pf, units(t)(r), yes))

        def second(no: Fact) -> Fact:
            inside = affine.apply(t - q, using=[pf.arith(1 <= t - q, no), pf.arith(t - q <= q, bounds)])
            inside = combined(pf, low, -1, inside, 0, inside)
            return gate_of(pf, inside, units(t), lambda r: pick(pf, units(t)(r), no))

        return pf.decide(t <= q, first, second)

    def back(t: Term, bounds: Fact) -> Fact:
        """y(t) is the difference of two of the gates."""
        parts = []
        for place in (t, q + t):
            inside = [pf.arith(1 <= place, bounds, *positive), pf.arith(place <= size, bounds, *positive)]
            parts.append(projection(pf).apply(units, size, place, using=inside))
        difference = combined(pf, wide, 1, parts[0], -1, parts[1])

        def equal(r: Term) -> Fact:
            a, b = maximum(0, y(t)(r)), maximum(0, -1 * y(t)(r) + 0 * y(t)(r))
            known = [pf.arith(units(at)(r) == e, pick(pf, units(at)(r), bounds)) for at, e in ((t, a), (q + t, b))]
            goal = y(t)(r) == 1 * units(t)(r) + -1 * units(q + t)(r)
            cases = [pf.lemma("max", *e.args) for e in (a, b)]
            return pf.by_cases(cases[0], *[lambda c: pf.by_cases(
                cases[1], *[lambda e: pf.arith(goal, c, e, *known)] * 2)] * 2)  # fmt: skip

        return same_affine(pf, difference, y(t), equal)

    returned = over(pf, 1, q, back)
    ends = over(pf, 1, m, lambda t, bounds: through(pf).apply(f(t), y, q, units, size, using=[
        count, wide, outer.apply(t, using=[bounds.left, bounds.right]), returned]))  # fmt: skip
    layer = one_layer(pf).apply(x, n, units, size, f, m, using=[
        low, pf.arith(size >= 1, *positive), over(pf, 1, size, gate), ends])  # fmt: skip
    return pf.restate(pf.both(pf.arith(term(1) >= 1), layer), Represents(f, m, x, n, 1, size))


def projections(pf: Proof, y: Term, q: Term) -> Fact:
    """y(1), ..., y(q) are affine in themselves."""
    return over(pf, 1, q, lambda t, bounds: projection(pf).apply(y, q, t, using=[bounds.left, bounds.right]))


@claim.prove(printed, sharpened)
def by_two_signs(pf: Proof, goal: Term) -> Fact:
    values, (inputs, outputs, affine), conclusion = pf.intro(goal)
    x, f, n, m = values
    fact = split(pf, x, n, f, m, f, m, affine, projections(pf, f, m), inputs, outputs)
    if conclusion.op == "and":
        fact = pf.both(fact, split(pf, x, n, x, n, f, m, projections(pf, x, n), affine, inputs, outputs))
    return pf.conclude(goal, values, fact)


@claim.satisfied(printed, sharpened)
def a_coordinate(pf: Proof, formula: Term) -> Fact:
    """T(x) = x for n = m = 1."""
    zero = lam(i, p, term(0))
    return pf.exhibit(formula, [zero, zero, 1, 1], projections(pf, zero, term(1)))


@claim.instances
def integer_maps(rng, count):
    """Affine maps with integer coefficients, n, m <= 4; their networks of size 2 m and 2 n at an integer point."""
    rows = []
    for _ in range(min(count, 200)):
        n, m = (int(q) for q in rng.integers(1, 5, size=2))
        matrix, shift, point = (rng.integers(-5, 6, size=shape) for shape in ((m, n), m, n))
        f, g = relu.affine(matrix, shift), relu.affine(matrix, shift, narrow=True)
        values = [int(relu.evaluate(q, point[None])[0, -1]) for q in (f, g)]
        rows.append([n, m, f.size, g.size, *values, int((matrix @ point + shift)[-1])])
    drawn = rng.integers(0, len(rows), size=count)
    names = ("n", "m", "size", "narrow", "value", "wide_value", "wanted")
    return dict(zip(names, np.array(rows, dtype="float64")[drawn].T, strict=True))


claim.mutant("one gate for an output", printed, size == outputs)
claim.mutant("at least 2 m in any case", sharpened, narrow >= 2 * outputs)
