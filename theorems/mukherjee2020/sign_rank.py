"""Block structure, rank and sign-rank of matrices, and circuits with restricted bottom weights: definitions by formula.

A matrix is a function of row and column, used at 1, ..., n. A contiguous partition into at most D groups is a sequence
of D - 1 cuts, in any order and with repetitions: a cut at c separates the positions up to c from those beyond it.
"""

from numerics.terms import Term, between, conj, define, every, exists, forall, function, iff, implies, integer

i, j, s, t, x, u, y, v = (integer(name) for name in ("i", "j", "s", "t", "x", "u", "y", "v"))


@define
def Undivided(c: "int->int", D: "int", x: "int", u: "int") -> Term:
    """None of the cuts c(1), ..., c(D-1) separates the positions x and u: they lie in one group."""
    return every(i, 1, D - 1, iff(x <= c(i), u <= c(i)))


@define
def ConstantOnBlocks(A: "int->int->real", M: "int", r: "int->int", c: "int->int", D: "int") -> Term:
    """The M x M matrix A is constant on every block of the partition with row cuts r(1), ..., r(D-1) and column cuts
    c(1), ..., c(D-1)."""
    return forall(x, u, y, v, implies(
        conj(between(1, x, M), between(1, u, M), between(1, y, M), between(1, v, M)),
        Undivided(r, D, x, u), Undivided(c, D, y, v), A(x)(y) == A(u)(v)))  # fmt: skip


@define
def BlockConstant(A: "int->int->real", M: "int", D: "int") -> Term:
    """Rows and columns of the M x M matrix A can be partitioned contiguously into at most D groups each, such that A is
    constant on every block (Claim 5)."""
    r, c = function("r", "int->int"), function("c", "int->int")
    return exists(r, c, ConstantOnBlocks(A, M, r, c, D))


@define
def Ordering(s: "int->int", M: "int") -> Term:
    """s(1), ..., s(M) are the positions 1, ..., M in some order."""
    return every(i, 1, M, conj(between(1, s(i), M), every(j, i + 1, M, s(i) != s(j))))
