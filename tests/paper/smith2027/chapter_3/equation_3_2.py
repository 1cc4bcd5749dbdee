"""Equation 3.2: not decided."""

from numerics.terms import forall, real
from theorems.claim import Claim

claim = Claim(
    "smith2027", "equation", "3.2", section="3.1", family="signs",
    title="one more", uses=["lemma_3_9"],
    statement="One more is more.",
)  # fmt: skip

x = real("x")

printed = claim.variant("printed", forall(x, x + 1 > x), expect="open", why="Nobody has looked.")
