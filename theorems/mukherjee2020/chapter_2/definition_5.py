"""Definition 5, the sawtooth h_a: it has p + 2 pieces as stated, the leftmost with slope 0."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.pwl import count_pieces_int
from numerics.terms import Term, conj, forall, function, implies, integer, real
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.pwl import Pieces, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import nodes, one_tent, sawtooth_pieces

claim = Claim(
    "mukherjee2020",
    "definition",
    "5",
    section="2.3.1",
    family="pwl_networks",
    title="the sawtooth function",
    statement=r"""For $a \in \Delta_M^p$ the function $h_a$ is $0$ up to $0$, takes the value $M (i \bmod 2)$ at
    $a_i$ and $M - h_a(a_p)$ at $M$, is affine in between, and continues its last piece beyond $M$. It has $p + 2$
    pieces, and the leftmost has slope $0$.""",
)

M, p, x = real("M"), integer("p"), real("x")
a, h = function("a", "int->real"), function("h", "real->real")
pieces = integer("pieces")

printed = claim.variant(
    "printed",
    forall(
        M,
        p,
        a,
        h,
        implies(
            conj(M > 0, p >= 1, Simplex(a, p, M), Sawtooth(h, a, p, M)),
            conj(Pieces(h, p + 2), forall(x, implies(x <= 0, h(x) == 0))),
        ),
    ),
    expect="proved",
    why="Slopes alternate in sign on the p + 1 laps, and the last of them goes on for ever.",
    observed=pieces == p + 2,
)


@claim.prove(printed)
def from_the_laps(pf: Proof, goal: Term) -> Fact:
    (M, p, a, h), (positive, some, simplex, sawtooth), _conclusion = pf.intro(goal)
    saw = nodes(pf, h, a, p, M, simplex, sawtooth, positive, some)
    left = pf.open_definition(sawtooth).left
    return pf.conclude(goal, [M, p, a, h], pf.both(sawtooth_pieces(pf, saw, sawtooth), left))


@claim.satisfied(printed)
def the_tent(pf: Proof, formula: Term) -> Fact:
    return one_tent(pf, formula, composed=False)


@claim.instances
def integer_knots(rng, n):
    """Random integer knots below M = 64, p <= 8, the pieces counted exactly."""
    share = -(-n // 8)
    counts = []
    for size in range(1, 9):
        knots = np.sort(rng.permuted(np.tile(np.arange(1, 64), (share, 1)), axis=1)[:, :size], axis=1)
        counts.append(count_pieces_int([knots], 64).line)
    return {"p": np.repeat(np.arange(1.0, 9.0), share)[:n], "pieces": np.concatenate(counts)[:n].astype("float64")}


claim.mutant("p + 1 pieces", printed, pieces == p + 1)

claim.picture(pictures.sawtooths)
