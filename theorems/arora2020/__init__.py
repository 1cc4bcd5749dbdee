"""Arora and contributors, Theory of Deep Learning (draft of a book).

Line numbers, here and in contents.csv, are those of a plain-text copy of the draft.
"""

SOURCE = dict(
    id="arora2020",
    title="Theory of Deep Learning",
    authors=[
        "Sanjeev Arora",
        "Raman Arora",
        "Joan Bruna",
        "Nadav Cohen",
        "Simon Du",
        "Rong Ge",
        "Suriya Gunasekar",
        "Elad Hazan",
        "Chi Jin",
        "Jason Lee",
        "Tengyu Ma",
        "Behnam Neyshabur",
        "Zhao Song",
    ],
    year=2022,
    edition="draft; its introduction is dated 28 March 2022, later chapters cite works of 2023",
    url="",
    naturals_from=1,
    conventions=[
        "Naturals start at 1: the iterates of Section 2.5 are numbered from 1 (line 469), and sample sizes, "
        "dimensions, widths and batch sizes of 0 would leave averages undefined. The iterates of Section 2.1 "
        "start at 0 (lines 296-300).",
        "A step size is positive, and so are smoothness constants wherever a statement divides by them.",
        "An L-smooth function is twice differentiable with Hessian eigenvalues in [-L, L] (Definition 2.1.2, line "
        "325); Section 2.5 writes beta for the same constant and assumes the quadratic upper bound (2.3) (line 471).",
        "In Section 2.5 the objective is bounded by M/2 in absolute value along the iterates (line 469).",
        "A norm without an index is the Euclidean norm of a vector and the spectral norm of a matrix.",
        "Logarithms are natural: PAC-Bayes prints ln (line 1170), and no other chapter prints a base.",
        "Accuracies (epsilon) and variances are positive, confidences (delta) lie strictly between 0 and 1.",
        "Samples are independent and identically distributed unless a statement says otherwise (line 191).",
        "Expectations that a statement writes exist and are finite.",
        "A problem or an exercise is read as the claim that it asks to show.",
        "Chapter 19 is a layout sample; its entries are listed but state no result of the book.",
    ],
)
