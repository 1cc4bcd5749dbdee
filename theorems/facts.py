"""Facts that prose reductions cite: what a reader takes on trust besides the checker, each with where to find it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A textbook statement and a reference for it."""

    statement: str
    reference: str


FACTS = {
    "finite_algebra": Fact(
        "Finitely many events of a probability space generate a finite algebra; its atoms, with their probabilities, "
        "are a finite probability space in which every event made from the given ones has the same probability.",
        "P. Billingsley, Probability and Measure, Section 2",
    ),
    "gaussian_projection": Fact(
        "If w is a standard Gaussian vector of R^d and |x| = 1, then <w, x> is a standard Gaussian variable.",
        "P. Billingsley, Probability and Measure, Section 29",
    ),
}
