"""Du, Gradient Descent for Non-convex Problems in Modern Machine Learning (2019).

Line numbers, here and in contents.csv, are those of a plain-text copy of the thesis.
"""

SOURCE = dict(
    id="du2019",
    title="Gradient Descent for Non-convex Problems in Modern Machine Learning",
    authors=["Simon S. Du"],
    year=2019,
    edition="PhD dissertation, Carnegie Mellon University",
    url="",
    naturals_from=1,
    conventions=[
        "Naturals start at 1: [N] is the set of the first N positive integers (lines 281, 299). Iterations of gradient "
        "descent are counted from 0.",
        "The step size, the target accuracy epsilon and the failure probability delta are positive (lines 287-290).",
        "An indexed 2-norm is Euclidean for vectors; matrices carry the operator norm or the Frobenius norm as "
        "printed (lines 282-284).",
        "Eigenvalues named smallest are those of symmetric matrices (line 285).",
        "Widths, depths, dimensions and numbers of samples are at least 1.",
        "Logarithms are natural.",
        "O, Omega and Theta are the usual ones (line 293): some positive constant exists that depends on none of the "
        "displayed parameters.",
        "Expectations that a statement writes exist and are finite.",
    ],
)
