"""Block structure, rank and sign-rank of matrices, and circuits with restricted bottom weights: definitions by formula.

A matrix is a function of row and column, used at 1, ..., n. A contiguous partition into at most D groups is a sequence
of D - 1 cuts, in any order and with repetitions: a cut at c separates the positions up to c from those beyond it.
"""

from numerics.terms import (
    Term,
    between,
    conj,
    define,
    either,
    every,
    exists,
    exp,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    log,
    some,
    term,
    total,
    where,
)  # fmt: skip  # fmt: skip

i, j, l, r, s, t, x, u, y, v = (integer(name) for name in ("i", "j", "l", "r", "s", "t", "x", "u", "y", "v"))


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


@define
def RankAtMost(A: "int->int->real", n: "int", r: "int") -> Term:
    """The n x n matrix A is a product of an n x r and an r x n matrix: its rank is at most r."""
    P, Q = function("P", "int->int->real"), function("Q", "int->int->real")
    return exists(P, Q, every(x, 1, n, every(y, 1, n, A(x)(y) == total(s, 1, r, P(x)(s) * Q(s)(y)))))


@define
def SignRankAtMost(F: "int->int->real", n: "int", r: "int") -> Term:
    """Some n x n matrix of rank at most r has, everywhere, the sign of the entries of F, none of which is 0."""
    B = function("B", "int->int->real")
    return exists(B, conj(every(x, 1, n, every(y, 1, n, B(x)(y) * F(x)(y) > 0)), RankAtMost(B, n, r)))


# Circuits on {-1, 1}^m x {-1, 1}^m with restricted bottom weights.


def inner(a: Term, x: Term, m: Term) -> Term:
    """The inner product of two vectors of length m."""
    return total(t, 1, m, a(t) * x(t))


def bits(x: Term, m: Term) -> Term:
    """x(1), ..., x(m) are -1 or 1."""
    return every(t, 1, m, either(x(t) == -1, x(t) == 1))


@define
def Sequencing(X: "int->int->int", m: "int") -> Term:
    """X(1), ..., X(2^m) are the vertices of the cube {-1, 1}^m in some order, each once (Definition 11)."""
    vertex = function("v", "int->int")
    return conj(
        every(r, 1, 2**m, bits(X(r), m)),
        every(r, 1, 2**m, every(s, r + 1, 2**m, some(i, 1, m, X(r)(i) != X(s)(i)))),
        forall(vertex, implies(bits(vertex, m), some(r, 1, 2**m, every(i, 1, m, X(r)(i) == vertex(i))))),
    )


@define
def Cone(a: "int->real", X: "int->int->int", m: "int") -> Term:
    """The vector a lies in the cone of the order X of the vertices (Definition 11): <a, X(r)> does not decrease."""
    return every(r, 1, 2**m - 1, inner(a, X(r), m) <= inner(a, X(r + 1), m))


def restricted(a: Term, w: Term, X: Term, m: Term, W: Term) -> Term:
    """The integer vectors a(1), ..., a(w) have entries of magnitude at most W and lie in the cone of the order X."""
    return every(j, 1, w, conj(every(i, 1, m, between(-W, a(j)(i), W)), Cone(a(j), X, m)))


@define
def RestrictedBottom(a: "int->int->int", c: "int->int->int", w: "int", X: "int->int->int", Y: "int->int->int",
                     m: "int", W: "int") -> Term:  # fmt: skip
    """The weights a(j) on the first and c(j) on the second m inputs of the w bottom gates are restricted as in
    Definition 12: integers of magnitude at most W, all a(j) in the cone of the order X of the vertices, all c(j) in
    that of the order Y."""
    return conj(m >= 1, W >= 1, w >= 1, Sequencing(X, m), Sequencing(Y, m), restricted(a, w, X, m, W),
                restricted(c, w, Y, m, W))  # fmt: skip


@define
def Circuit(z: "int->int->int->int->real", gate: "real->real", a: "int->int->int", c: "int->int->int",
            V: "int->int->int->real", b: "int->int->real", w: "int->int", k: "int", X: "int->int->int",
            Y: "int->int->int", m: "int") -> Term:  # fmt: skip
    """z(l)(i)(r)(s) is the output of the i-th of the w(l) gates of layer l on the input (X(r), Y(s)): a bottom gate
    applies ``gate`` to b(1)(i) + <a(i), X(r)> + <c(i), Y(s)>, a gate of layer l + 1 to an affine combination of the
    outputs of layer l; there are k layers."""

    def on_inputs(equation: Term) -> Term:
        return every(r, 1, 2**m, every(s, 1, 2**m, equation))

    above = b(l + 1)(i) + total(j, 1, w(l), V(l + 1)(i)(j) * z(l)(j)(r)(s))
    return conj(
        every(j, 1, w(1), on_inputs(z(1)(j)(r)(s) == gate(b(1)(j) + inner(a(j), X(r), m) + inner(c(j), Y(s), m)))),
        every(l, 1, k - 1, every(i, 1, w(l + 1), on_inputs(z(l + 1)(i)(r)(s) == gate(above)))),
    )


# The Chattopadhyay-Mande function (2.9); bits are -1 (true) and 1 (false).


@define
def OddMaxBit(o: "int->int", n: "int") -> Term:
    """The ODD-MAX-BIT function of o(1), ..., o(n): -1 if sum_i (-1)^(i+1) 2^i (1 + o(i)) >= 1/2, else 1."""
    return where(total(i, 1, n, term(-1) ** (i + 1) * 2**i * (1 + o(i))) >= term("1/2"), -1, 1)


def differ(x: Term, y: Term, i: Term, l: Term) -> Term:
    """The i-th blocks of l bits of x and y differ: the OR of their XORs is true."""
    return some(j, 1, l, x((i - 1) * l + j) * y((i - 1) * l + j) == -1)


@define
def ChattopadhyayMande(x: "int->int", y: "int->int", n: "int", l: "int") -> Term:
    """The function OMB_n of n ORs of l XORs of pairs of bits (2.9): x and y consist of n blocks of l bits; the OR of
    the i-th block is -1 (true) if the blocks of x and y differ there, and 1 (false) if they are equal."""
    return OddMaxBit(lam(i, where(differ(x, y, i, l), -1, 1)), n)


@define
def Root(x: "real", t: "real") -> Term:
    """x^(1/t), for x > 0."""
    return exp(log(x) / t)
