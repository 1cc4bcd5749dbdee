"""Theorem 2.3.2, the hard functions: they have w^k pieces on [0, M] only, one or two more on the line; true otherwise."""

from numerics.derive import Fact, Proof
from numerics.terms import (
    Term, conj, either, every, exists, false, forall, function, integer, lam, maximum, real, term, total, where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import (
    H, M, at_most_two_more, for_compositions, integer_knots, k, laps, one_tent_function, p, pieces, pieces_inside, read,
)  # fmt: skip
from theorems.mukherjee2020.networks import pieces_data
from theorems.mukherjee2020.pwl import Laps, Network, Pieces
from theorems.mukherjee2020.sawtooths import tent_facts

pieces_claim = Claim(
    "mukherjee2020", "theorem", "2.3.2", slug="pieces", section="2.3.1", family="pwl_networks",
    title="the hard functions have w^k pieces", uses=["lemma_2_3_5"],
    statement=r"""Every function $H_{a^1, \dots, a^k}: \mathbb R \to \mathbb R$ with $a^i \in \Delta_M^{w-1}$, $w \ge 2$, $k \ge 1$,
    has $w^k$ pieces. (Here $w = p + 1$.)""",
)  # fmt: skip

printed = pieces_claim.variant(
    "printed", for_compositions(Pieces(H(k), laps)), expect="refuted",
    why="The count leaves out the tails: by Definition 3 the pieces are those on the whole line.",
    counterexample="w = 2, k = 1, M = 1, a = 1/2: the tent has 3 pieces, (-oo, 0], [0, 1/2] and [1/2, oo), not 2.",
    observed=pieces == laps,
)  # fmt: skip
repaired = pieces_claim.variant(
    "repaired", for_compositions(conj(Laps(H(k), M, laps), exists(integer("r"), conj(
        laps + 1 <= integer("r"), integer("r") <= laps + 2, Pieces(H(k), integer("r")))))), expect="proved",
    why="There are w^k pieces on [0, M] and one or two more on the line.",
    observed=conj(pieces_inside == laps, laps + 1 <= pieces, pieces <= laps + 2),
)  # fmt: skip


@pieces_claim.refute(printed)
def by_the_tent(pf: Proof, goal: Term) -> Fact:
    """Values 0, 0, 1/2, 1, 0 at -1, 0, 1/4, 1/2, 1 do not lie on two lines."""
    terms, facts = tent_facts(pf)
    f = terms[5](1)

    def two_pieces(claimed: Fact) -> Fact:
        counted = claimed.apply(*terms, using=facts)
        mark = pf.opened
        t, alpha, beta, data = pieces_data(pf, counted)
        values = data.split()[-1]
        points = {q: pf.compute(f(q) == v) for q, v in (("-1", 0), ("0", 0), ("1/4", "1/2"), ("1/2", 1), ("1", 0))}

        def on(piece: int, q: str, side: Fact) -> Fact:
            at = values.apply(piece)(term(q))
            for _ in range(2):
                goal = at.formula.args[0]
                index, last = goal.args[0].args
                own = goal.args[0] if str(index) == str(last) or (piece == 2 and last.op == "^") else goal.args[1]
                at = pf.modus_ponens(at, pf.or_intro(goal, pf.arith(own, side)))
            return pf.arith(points[q].formula.args[1] == alpha(piece) * term(q) + beta(piece), at, points[q])

        def line(piece: int, names: tuple[str, str, str], side: Fact) -> Fact:
            return pf.arith(false, *(on(piece, q, side) for q in names))

        def early(no: Fact) -> Fact:
            return pf.decide(t(1) <= term("1/4"), lambda yes: line(2, ("1/4", "1/2", "1"), yes),
                             lambda late: line(1, ("-1", "0", "1/4"), late))  # fmt: skip

        return pf.close(pf.decide(t(1) >= term("1/2"), lambda yes: line(1, ("-1", "0", "1/2"), yes), early), mark)

    return pf.refute(goal, two_pieces)


@pieces_claim.prove(repaired)
def from_lemma_2_3_5(pf: Proof, goal: Term) -> Fact:
    return at_most_two_more(pf, goal)


pieces_claim.satisfied(printed, repaired)(one_tent_function)
pieces_claim.instances(integer_knots)
pieces_claim.mutant("always one more", repaired, pieces == laps + 1)
pieces_claim.mutant("always two more", repaired, pieces == laps + 2)
