"""Facts that prose reductions cite: what a reader takes on trust besides the checker, each with where to find it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A textbook statement and a reference for it."""

    statement: str
    reference: str


FACTS = {
    "compact_support_dense": Fact(
        "For 1 <= q < infinity the continuous functions of compact support are dense in L^q(R^n).",
        "G. Folland, Real Analysis, second edition, Proposition 7.9",
    ),
    "finite_algebra": Fact(
        "Finitely many events of a probability space generate a finite algebra; its atoms, with their probabilities, "
        "are a finite probability space in which every event made from the given ones has the same probability.",
        "P. Billingsley, Probability and Measure, Section 2",
    ),
    "frank_wolfe": Fact(
        "A quadratic function that is bounded below on a nonempty polyhedron has a minimum there.",
        "M. Frank, P. Wolfe, An algorithm for quadratic programming, Naval Research Logistics Quarterly 3, 1956, "
        "Appendix (i)",
    ),
    "gaussian_projection": Fact(
        "If w is a standard Gaussian vector of R^d and |x| = 1, then <w, x> is a standard Gaussian variable.",
        "P. Billingsley, Probability and Measure, Section 29",
    ),
    "gram_determinant": Fact(
        "Vectors x_1, ..., x_l of R^n are linearly dependent if and only if the determinant of the matrix of their "
        "inner products <x_i, x_j> is 0.",
        "R. Horn, C. Johnson, Matrix Analysis, second edition, Theorem 7.2.10",
    ),
    "polynomial_zeros": Fact(
        "The zero set of a polynomial on R^N that is not the zero polynomial has Lebesgue measure 0.",
        "R. Caron, T. Traynor, The zero set of a polynomial, WSMR Report 05-02, University of Windsor, 2005",
    ),
    "quadratic_programs": Fact(
        "Convex quadratic programs, linear ones among them, with rational coefficients are solved exactly in time "
        "polynomial in the length of their coefficients.",
        "M. Kozlov, S. Tarasov, L. Khachiyan, Polynomial solvability of convex quadratic programming, Doklady Akademii "
        "Nauk SSSR 248, 1979",
    ),
    "wang_sun": Fact(
        "Every continuous piecewise linear function on R^n is a finite sum of functions s max(l_1, ..., l_a) with s = "
        "1 or s = -1, affine functions l_1, ..., l_a on R^n and 1 <= a <= n + 1.",
        "S. Wang, X. Sun, Generalization of hinging hyperplanes, IEEE Transactions on Information Theory 51, 2005, "
        "Theorem 1; proved in Coq for every n, equation_2_1_printed of theorems/mukherjee2020/chapter_2/equation_2_1.v",
    ),
}
