"""Mukherjee, A Study of the Mathematics of Deep Learning (2020).

Line numbers, here and in contents.csv, are those of a plain-text copy of the thesis.
"""

SOURCE = dict(
    id="mukherjee2020",
    title="A Study of the Mathematics of Deep Learning",
    authors=["Anirbit Mukherjee"],
    year=2020,
    edition="PhD dissertation, Johns Hopkins University, July 2020",
    url="",
    naturals_from=1,
    complete=["2"],
    conventions=[
        "Naturals start at 1: Definition 1 takes the widths from N and calls them positive integers (lines 349-353), "
        "Definition 4 has p >= 1 where Definition 5 has p in N for the same simplex (lines 464, 522), and statements "
        "that need more than 1 say so, such as w >= 2 (line 500).",
        "Depth k + 1 means k hidden layers, and size counts the hidden gates alone (lines 349-355).",
        "A piece is a maximal connected open set on which the function is affine: without the word open, which "
        "Definition 3 leaves out, |x| has infinitely many on the plane. A piecewise linear function is continuous and "
        "has finitely many pieces (line 460).",
        "Breakpoints of a sawtooth lie strictly inside its interval, in increasing order, and M > 0 (line 464).",
        "A zonotope takes its coefficients from [-1, 1], so that it is symmetric about the origin (line 587).",
        "Logarithms of Sections 2.5 and 2.6 count bits and have base 2 (Definition 10, line 824), and so has that of "
        "Lemma 2.A.4, which counts rounds and which Theorem 2.2.1 uses with base 2 (lines 472, 480); elsewhere a "
        "logarithm without a printed base is natural.",
        "Bits are -1 and 1, except in the Andreev function and in restrictions, which print 0 and 1 (lines 822, 930).",
        "A linear threshold gate fires at zero (line 788).",
        "The weighted sum of a Sum-of-ReLU circuit may have a constant added: it is the output layer of Definition 1, "
        "which is affine, and the proof of Claim 4 uses one (lines 349, 1084), though line 1076 prints none.",
        "A number of groups or blocks of rows is an upper bound: the proof of Claim 5 counts at most that many "
        "(lines 1131-1136), and blocks may differ in size.",
        "A norm without an index is the Euclidean norm of a vector and the spectral norm of a matrix.",
        "Step sizes, variances, accuracies (epsilon) and smoothness constants are positive, confidences (delta) lie "
        "strictly between 0 and 1, dimensions and numbers of samples are at least 1.",
        "Expectations that a statement writes exist and are finite.",
    ],
)
