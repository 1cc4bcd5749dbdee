"""Figure 2.1, three pieces, two pieces and their composition with six: right, for every choice of the nodes."""

from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.pwl import composition
from numerics.terms import Term, conj, forall, function, implies, integer, lam, real, term
from theorems.claim import Claim
from theorems.mukherjee2020.hinged import Hinged
from theorems.mukherjee2020.mixed_laps import laps_of_identity, nodes_of
from theorems.mukherjee2020.pwl import Laps, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import Nodes, compose

a, b = function("a", "int->real"), function("b", "int->real")
f, g = function("f", "real->real"), function("g", "real->real")
x, i = real("x"), integer("i")
pieces_inside = integer("pieces_inside")

claim = Claim(
    "mukherjee2020",
    "figure",
    "2.1",
    slug="pieces",
    section="2.3.1",
    family="pwl_networks",
    title="the pieces in Figure 2.1",
    uses=["lemma_2_3_5.mixed_p"],
    statement=r"""For $\mathbf a^1 \in \Delta_1^2$ and $\mathbf a^2 \in \Delta_1^1$, on $[0, 1]$: $h_{\mathbf a^1}$
    has $3$ pieces, $h_{\mathbf a^2}$ has $2$, and $h_{\mathbf a^2} \circ h_{\mathbf a^1}$ has $2 \cdot 3 = 6$.""",
)
printed = claim.variant(
    "printed",
    forall(
        a,
        b,
        f,
        g,
        implies(
            conj(Simplex(a, 2, 1), Sawtooth(f, a, 2, 1), Simplex(b, 1, 1), Sawtooth(g, b, 1, 1)),
            conj(Laps(f, 1, 3), Laps(g, 1, 2), Laps(lam(x, g(f(x))), 1, 6)),
        ),
    ),
    expect="proved",
    why="Every piece of the first runs through a full copy of the second.",
    observed=pieces_inside == 6,
)


@claim.prove(printed)
def by_copies(pf: Proof, goal: Term) -> Fact:
    (a, b, f, g), (first, first_saw, second, second_saw), _ = pf.intro(goal)
    one, identity, y = term(1), lam(x, x), pf.fresh("x", "real")
    positive = pf.arith(one > 0)
    start = laps_of_identity(pf, identity, one, positive, pf.general(y, pf.ring(identity(y), y)))
    outer = nodes_of(pf, f, a, term(2), one, positive, pf.arith(term(2) >= 1), pf.both(first, first_saw))
    inner = nodes_of(pf, g, b, one, one, positive, pf.arith(one >= 1), pf.both(second, second_saw))

    def after(saw: Nodes, before: Term, F: Term, n: Term, laps: Fact, some: Fact, total: int) -> Fact:
        composed = pf.general(y, pf.ring(F(y), saw.g(before(y))))
        found = compose(pf, saw, before, F, composed, n, pf.arith(n >= 0), laps, some)
        return pf.rewrite(found, pf.arith(n * (saw.p + 1) == total))

    three = after(outer, identity, f, one, start, pf.arith(term(2) >= 1), 3)
    two = after(inner, identity, g, one, start, pf.arith(one >= 1), 2)
    six = after(inner, f, lam(x, g(f(x))), term(3), three, pf.arith(one >= 1), 6)
    return pf.conclude(goal, [a, b, f, g], pf.both(three, two, six))


@claim.satisfied(printed)
def thirds_and_halves(pf: Proof, formula: Term) -> Fact:
    first, second = Hinged([Fraction(1, 3), Fraction(2, 3)], 1), Hinged([Fraction(1, 2)], 1)
    return pf.exhibit(formula, [first.a, second.a, first.h, second.h], *first.facts(pf), *second.facts(pf))


@claim.instances
def random_nodes(rng, n):
    """Random integer nodes, two and one, in (0, 16): the pieces of the composition on the interval, counted exactly; at
    most 64 of them, drawn with repetition."""
    counts = []
    for _ in range(min(n, 64)):
        knots = [np.sort(rng.permutation(np.arange(1, 16))[:length]).tolist() for length in (2, 1)]
        counts.append(1 + sum(0 < c < 16 for c in composition(knots, 16).breakpoints))
    return {"pieces_inside": np.array(counts, dtype="float64")[rng.integers(0, len(counts), size=n)]}


claim.mutant("five pieces", printed, pieces_inside == 5)
