"""Theorem 3.20, every square is positive: false at 0."""

from numerics.derive import Fact, Proof
from numerics.terms import Term, false, forall, real
from smith2027.definitions import Square
from theorems.claim import Claim

claim = Claim(
    "smith2027", "theorem", "3.20", section="3.2", family="signs",
    title="signs of squares", uses=["lemma_3_2"],
    statement="A square is positive.",
)  # fmt: skip

t = real("t")

printed = claim.variant(
    "printed", forall(t, Square(t) > 0), expect="refuted", why="0 is a square.", counterexample="t = 0: 0 > 0."
)


@claim.refute(printed)
def at_zero(p: Proof, goal: Term) -> Fact:
    return p.refute(goal, lambda claimed: p.arith(false, p.unfold(claimed(0))))
