"""Lemma 3.2, squares: true."""

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.terms import Term, forall, real
from theorems.claim import Claim

claim = Claim(
    "smith2027", "lemma", "3.2", section="3.1", family="squares",
    title="squares",
    statement="A square is not negative.",
)  # fmt: skip

x = real("x")

printed = claim.variant("printed", forall(x, x * x >= 0), expect="proved", why="A square.")


@claim.prove(printed)
def by_a_square(p: Proof, goal: Term) -> Fact:
    return p.general(x, p.arith(x * x >= 0, squares=[x]))


@claim.instances
def samples(rng, n):
    """Points on both sides of 0, and 0."""
    return {"x": dyadic(rng, n, -8, 8, bits=2)}


claim.mutant("strictly", printed, x * x > 0)

# A step of the proof.

step = Claim(
    "smith2027", "lemma", "3.2", slug="doubled", section="3.1", family="squares",
    title="twice a square", uses=["lemma_3_2"],
    statement="Twice a square is not negative.",
)  # fmt: skip

twice = step.variant("printed", forall(x, 2 * (x * x) >= 0), expect="proved", why="Twice a square.")


@step.prove(twice)
def by_the_same_square(p: Proof, goal: Term) -> Fact:
    return p.general(x, p.arith(2 * (x * x) >= 0, squares=[x]))
