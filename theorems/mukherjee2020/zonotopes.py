"""Zonotopes, their vertices and support functions, pieces of functions on R^n, networks: definitions by formula.

What holds in every dimension is stated in an inner-product space V; what depends on the dimension n, in R^n, a point
of which is a function x of which the coordinates x(1), ..., x(n) count.
"""

from numerics.terms import (
    Term,
    between,
    conj,
    define,
    dot,
    either,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    maximum,
    negation,
    real,
    some,
    total,
    vector,
    where,
)  # fmt: skip

i, j, s, t = (integer(name) for name in "ijst")
r, x, y, z = (vector(name) for name in "rxyz")
coefficient = function("lambda", "int->real")
inside = every(i, 1, integer("m"), between(-1, coefficient(i), 1))


# In an inner-product space.


@define
def InZonotope(x: "V", m: "int", b: "int->V") -> Term:
    """x lies in the zonotope of b(1), ..., b(m): it is a sum of lambda(i) b(i) with -1 <= lambda(i) <= 1."""
    return exists(coefficient, conj(inside, x == total(i, 1, m, coefficient(i) * b(i))))


@define
def Support(g: "V->real", m: "int", b: "int->V") -> Term:
    """g is the support function of the zonotope of b(1), ..., b(m): g(r) is the largest <r, x> of its points x."""
    return forall(r, conj(exists(x, conj(InZonotope(x, m, b), dot(r, x) == g(r))),
                          forall(x, implies(InZonotope(x, m, b), dot(r, x) <= g(r)))))  # fmt: skip


@define
def Vertex(x: "V", m: "int", b: "int->V") -> Term:
    """x is a vertex of the zonotope of b(1), ..., b(m): a point of it, and not midway between two others."""
    return conj(InZonotope(x, m, b), forall(y, z, implies(
        conj(InZonotope(y, m, b), InZonotope(z, m, b), y + z == 2 * x), y == z)))  # fmt: skip


@define
def VertexCount(N: "int", m: "int", b: "int->V") -> Term:
    """The zonotope of b(1), ..., b(m) has exactly N vertices: some v(1), ..., v(N), all different."""
    v = function("v", "int->V")
    return conj(N >= 0, exists(v, conj(
        every(t, 1, N, Vertex(v(t), m, b)), forall(s, t, implies(conj(1 <= s, s < t, t <= N), negation(v(s) == v(t)))),
        forall(x, implies(Vertex(x, m, b), some(t, 1, N, x == v(t)))))))  # fmt: skip


@define
def OpenSet(A: "V->bool") -> Term:
    """A is open: with each point it contains a ball around it."""
    radius = real("rho")
    return forall(x, implies(A(x), exists(radius, conj(radius > 0, forall(y, implies(
        dot(y - x, y - x) < radius, A(y)))))))  # fmt: skip


@define
def Connected(A: "V->bool") -> Term:
    """Any two points of A are joined by finitely many segments in A; for an open set, this is connectedness."""
    z, n, u = function("z", "int->V"), integer("n"), real("u")
    return forall(x, y, implies(conj(A(x), A(y)), exists(n, z, conj(
        n >= 0, z(0) == x, z(n) == y,
        every(i, 0, n - 1, forall(u, implies(between(0, u, 1), A((1 - u) * z(i) + u * z(i + 1)))))))))  # fmt: skip


@define
def AffineOn(f: "V->real", A: "V->bool") -> Term:
    """f is affine on A: there it is r -> <r, v> + c for some v and c."""
    v, c = vector("v"), real("c")
    return exists(v, c, forall(r, implies(A(r), f(r) == dot(r, v) + c)))


@define
def Piece(A: "V->bool", f: "V->real") -> Term:
    """A is a piece of f: a maximal one among the non-empty, open, connected sets on which f is affine."""
    B = function("B", "V->bool")
    return conj(
        exists(x, A(x)),
        OpenSet(A),
        Connected(A),
        AffineOn(f, A),
        forall(
            B,
            implies(
                conj(OpenSet(B), Connected(B), AffineOn(f, B), forall(x, implies(A(x), B(x)))),
                forall(x, implies(B(x), A(x))),
            ),
        ),
    )


@define
def PieceCount(f: "V->real", N: "int") -> Term:
    """f has exactly N pieces: some P(1), ..., P(N), which are all different."""
    A, P = function("A", "V->bool"), function("P", "int->V->bool")
    return conj(N >= 0, exists(P, conj(
        every(t, 1, N, Piece(P(t), f)),
        forall(s, t, implies(conj(1 <= s, s < t, t <= N), exists(x, conj(P(s)(x), negation(P(t)(x)))))),
        forall(A, implies(Piece(A, f), some(t, 1, N, forall(x, conj(
            implies(A(x), P(t)(x)), implies(P(t)(x), A(x))))))))))  # fmt: skip


@define
def HighestOf(g: "V->real", N: "int", v: "int->V") -> Term:
    """g(r) is the largest of the <r, v(t)>, 1 <= t <= N; each v(t) is alone the highest in some direction r, and its
    opposite is among the v(s) too."""
    return conj(
        forall(r, every(t, 1, N, dot(r, v(t)) <= g(r))), forall(r, some(t, 1, N, dot(r, v(t)) == g(r))),
        every(t, 1, N, exists(r, every(s, 1, N, implies(negation(s == t), dot(r, v(t) - v(s)) > 0)))),
        every(t, 1, N, some(s, 1, N, v(s) == -v(t))))  # fmt: skip


@define
def Zigzag(H: "real->real", L: "int", cut: "int->real", a: "int->real", d: "int->real") -> Term:
    """On [0, cut(L)] the function H has L laps: with 0 = cut(0) < ... < cut(L) it is a(i) x + d(i) from cut(i-1) to
    cut(i), where it rises from 0 or falls to 0, and neighbouring laps differ in slope."""
    u = real("x")
    return conj(
        L >= 1, cut(0) == 0, every(i, 1, L, cut(i - 1) < cut(i)),
        every(i, 1, L, either(conj(a(i) > 0, a(i) * cut(i - 1) + d(i) == 0),
                              conj(a(i) < 0, a(i) * cut(i) + d(i) == 0))),
        every(i, 1, L - 1, negation(a(i) == a(i + 1))),
        every(i, 1, L, forall(u, implies(between(cut(i - 1), u, cut(i)), H(u) == a(i) * u + d(i)))))  # fmt: skip


@define
def TwoLayer(f: "V->real", size: "int") -> Term:
    """f is a ReLU network with one hidden layer of the given size: an affine map of max(0, .) of affine maps."""
    w, c, shift = function("w", "int->V"), function("c", "int->real"), function("beta", "int->real")
    d = real("d")
    return exists(w, shift, c, d, forall(r, f(r) == d + total(
        j, 1, size, c(j) * maximum(0, dot(w(j), r) + shift(j)))))  # fmt: skip


@define
def DeepNetwork(z: "int->int->V->real", U: "int->V", W: "int->int->int->real", beta: "int->int->real",
                w: "int->int", k: "int") -> Term:  # fmt: skip
    """z(l)(i)(r) is the output of unit i in layer l, of w(l) units, of a ReLU network with k hidden layers on input r:
    max(0, .) of <U(i), r> with a bias in layer 1, and of a combination of layer l with a bias in layer l + 1."""
    l = integer("l")
    return conj(
        every(l, 1, k, w(l) >= 1), every(i, 1, w(1), forall(r, z(1)(i)(r) == maximum(0, beta(1)(i) + dot(U(i), r)))),
        every(l, 1, k - 1, every(i, 1, w(l + 1), forall(r, z(l + 1)(i)(r) == maximum(
            0, beta(l + 1)(i) + total(j, 1, w(l), W(l + 1)(i)(j) * z(l)(j)(r)))))))  # fmt: skip


# In R^n.


@define
def SamePoint(n: "int", x: "int->real", y: "int->real") -> Term:
    """x and y are the same point of R^n."""
    return every(j, 1, n, x(j) == y(j))


@define
def PointOfZonotope(x: "int->real", n: "int", m: "int", b: "int->int->real") -> Term:
    """x lies in the zonotope of b(1), ..., b(m) in R^n: it is a sum of lambda(i) b(i) with -1 <= lambda(i) <= 1."""
    return exists(coefficient, conj(inside, every(j, 1, n, x(j) == total(i, 1, m, coefficient(i) * b(i)(j)))))


@define
def VertexOfZonotope(x: "int->real", n: "int", m: "int", b: "int->int->real") -> Term:
    """x is a vertex of the zonotope of b(1), ..., b(m): a point of it, and not midway between two others."""
    y, z = function("y", "int->real"), function("z", "int->real")
    return conj(PointOfZonotope(x, n, m, b), forall(y, z, implies(
        conj(PointOfZonotope(y, n, m, b), PointOfZonotope(z, n, m, b), every(j, 1, n, y(j) + z(j) == 2 * x(j))),
        SamePoint(n, y, z))))  # fmt: skip


@define
def GeneralPosition(n: "int", m: "int", b: "int->int->real") -> Term:
    """Any n of the vectors b(1), ..., b(m) of R^n (or all of them, if fewer) are linearly independent: no linear
    relation has between 1 and n terms."""
    c = function("c", "int->real")
    relation = every(j, 1, n, total(i, 1, m, c(i) * b(i)(j)) == 0)
    terms = total(i, 1, m, where(c(i) == 0, 0, 1))
    return forall(c, implies(conj(relation, terms <= n), every(i, 1, m, c(i) == 0)))


@define
def VertexList(v: "int->int->real", N: "int", n: "int", m: "int", b: "int->int->real") -> Term:
    """v(1), ..., v(N) are different vertices of the zonotope of b(1), ..., b(m) in R^n."""
    return conj(every(t, 1, N, VertexOfZonotope(v(t), n, m, b)),
                forall(s, t, implies(conj(1 <= s, s < t, t <= N), negation(SamePoint(n, v(s), v(t))))))  # fmt: skip
