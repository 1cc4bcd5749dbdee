"""Equation (2.17), the widths of a network whose output has p pieces: true."""

from numerics.derive import Fact, Proof
from numerics.sampling import network_pieces_by_width
from numerics.terms import Term, conj, implies, integer
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.lemma_2_a_6 import bound, printed_bound
from theorems.mukherjee2020.chapter_2.lemma_2_a_7 import for_networks, one_unit, piece_bound

claim = Claim(
    "mukherjee2020",
    "equation",
    "2.17",
    section="2.A",
    family="pwl_networks",
    title="widths needed for p pieces",
    uses=["lemma_2_a_6"],
    statement=r"""If a network with hidden layers of widths $w_1, \dots, w_k$ computes a function on the line with
    $p$ pieces, then $2^{k-1} (w_1 + 1) w_2 \cdots w_k \ge p$.""",
)

p = integer("p")
pieces, width_1, width_2, layers = integer("pieces"), integer("w_1"), integer("w_2"), integer("k")

printed = claim.variant(
    "printed",
    for_networks(bound >= p),
    expect="proved",
    why="Lemma 2.A.6, and p pieces need p - 1 kinks.",
    observed=conj(
        implies(layers == 1, pieces <= width_1 + 1), implies(layers == 2, pieces <= 2 * (width_1 + 1) * width_2)
    ),
)


@claim.prove(printed)
def by_counting_kinks(pf: Proof, goal: Term) -> Fact:
    variables, names, (deep, _, few, widths), conclusion = piece_bound(pf, goal)
    less = printed_bound(pf, names["w"], names["k"], deep, widths)
    return pf.conclude(goal, variables, pf.arith(conclusion, few, less))


@claim.satisfied(printed)
def with_one_unit(pf: Proof, formula: Term) -> Fact:
    return one_unit(pf, formula)


@claim.instances
def integer_networks(rng, n):
    """Random integer networks, pieces counted exactly."""
    return network_pieces_by_width(rng, n)


claim.mutant("2^(k-1) w_1 ... w_k", printed, implies(layers == 1, pieces <= width_1))
claim.mutant("(w_1 + 1) w_2 ... w_k", printed, implies(layers == 2, pieces <= (width_1 + 1) * width_2))
