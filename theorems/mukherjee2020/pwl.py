"""Piecewise linear functions on the line, sawtooths and ReLU networks: definitions by formula, and shared lemmas."""

from numerics.terms import (
    Term,
    between,
    conj,
    define,
    either,
    every,
    exists,
    floor,
    forall,
    function,
    implies,
    integer,
    maximum,
    negation,
    real,
    total,
)

x, y, u, v = (real(name) for name in "xyuv")
i, j, n = integer("i"), integer("j"), integer("n")


@define
def Linear(f: "real->real", u: "real", v: "real") -> Term:
    """f is affine on [u, v]: there it is the interpolation of its values at u and v."""
    return forall(x, implies(between(u, x, v), f(x) * (v - u) == f(u) * (v - x) + f(v) * (x - u)))


@define
def Pieces(f: "real->real", n: "int") -> Term:
    """f is piecewise linear with exactly n pieces (Definition 3): maximal intervals on which it is affine. They are
    cut by t(1) < ... < t(n-1), f(x) = alpha(i) x + beta(i) on the i-th, and neighbours have different slopes."""
    t, alpha, beta = (function(name, "int->real") for name in ("t", "alpha", "beta"))
    return conj(n >= 1, exists(t, alpha, beta, conj(
        every(i, 1, n - 2, t(i) < t(i + 1)),
        every(i, 1, n - 1, negation(alpha(i) == alpha(i + 1))),
        every(i, 1, n, forall(x, implies(either(i == 1, t(i - 1) <= x), either(i == n, x <= t(i)),
                                         f(x) == alpha(i) * x + beta(i)))),
    )))  # fmt: skip


def lap(f: Term, M: Term, u: Term, v: Term) -> Term:
    """f is affine on [u, v], and 0 at one end and M at the other."""
    return conj(u < v, Linear(f, u, v), f(v) == M - f(u), either(f(u) == 0, f(u) == M))


@define
def Laps(f: "real->real", M: "real", n: "int") -> Term:
    """f has exactly n pieces on [0, M], each with minimum 0 and maximum M: at the cuts 0 = t(0) < ... < t(n) = M it is
    0 and M in turn, and it is affine in between (so no two neighbouring pieces are one)."""
    t = function("t", "int->real")
    return exists(t, conj(t(0) == 0, t(n) == M, every(i, 0, n - 1, lap(f, M, t(i), t(i + 1)))))


@define
def Simplex(a: "int->real", p: "int", M: "real") -> Term:
    """The point (a(1), ..., a(p)) lies in the simplex of Definition 4: 0 < a(1) < ... < a(p) < M; by convention
    a(0) = 0 and a(p+1) = M."""
    return conj(a(0) == 0, a(p + 1) == M, every(i, 0, p, a(i) < a(i + 1)))


@define
def Sawtooth(h: "real->real", a: "int->real", p: "int", M: "real") -> Term:
    """h is the function h_a of Definition 5: 0 on the left of 0; M (i mod 2) at a(i); M - h(a(p)) at M; affine between
    neighbouring nodes; and beyond M it continues the piece over [a(p), M]."""
    return conj(
        forall(x, implies(x <= 0, h(x) == 0)),
        every(i, 1, p, h(a(i)) == M * (i - 2 * floor(i / 2))),
        h(M) == M - h(a(p)),
        every(i, 0, p, Linear(h, a(i), a(i + 1))),
        forall(x, implies(x >= M, h(x) * (M - a(p)) == h(a(p)) * (M - x) + h(M) * (x - a(p)))),
    )


@define
def Composed(H: "int->real->real", h: "int->real->real", k: "int") -> Term:
    """H(j) is the composition of h(1), ..., h(j), the first innermost; H(0) is the identity."""
    return conj(forall(x, H(0)(x) == x), every(j, 0, k - 1, forall(x, H(j + 1)(x) == h(j + 1)(H(j)(x)))))


@define
def Affine(f: "real->real", u: "real", v: "real") -> Term:
    """f is affine on [u, v]."""
    alpha, beta = real("alpha"), real("beta")
    return exists(alpha, beta, forall(x, implies(between(u, x, v), f(x) == alpha * x + beta)))


@define
def AtMostPieces(f: "real->real", n: "int") -> Term:
    """f is piecewise linear with at most n pieces: there are n-1 points such that f is affine on every interval that
    has none of them inside."""
    c = function("c", "int->real")
    return exists(c, forall(u, v, implies(u < v, every(i, 1, n - 1, negation(conj(u < c(i), c(i) < v))),
                                          Affine(f, u, v))))  # fmt: skip


@define
def Network(z: "int->int->real->real", W: "int->int->int->real", b: "int->int->real", w: "int->int",
            k: "int") -> Term:  # fmt: skip
    """z(l)(i)(x) is the output of unit i of layer l of a ReLU network on the line with input x (Definition 1): layer 0
    is x itself, and layer l + 1 applies max(0, .) to affine combinations of layer l, which has w(l) units."""
    l = integer("l")
    return conj(w(0) == 1, every(l, 1, k, w(l) >= 1), forall(x, z(0)(1)(x) == x),
                every(l, 0, k - 1, every(i, 1, w(l + 1), forall(x, z(l + 1)(i)(x) == maximum(
                    0, b(l + 1)(i) + total(j, 1, w(l), W(l + 1)(i)(j) * z(l)(j)(x)))))))  # fmt: skip
