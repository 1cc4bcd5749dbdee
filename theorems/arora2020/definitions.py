"""Objects that several claims of the book share, each a definition by formula."""

from numerics.terms import Term, conj, define, derivative, dot, erf, forall, lam, real, sqrt, vector


@define
def Smooth(f: "V->real", g: "V->V", H: "V->V->V", L: "real") -> Term:
    """f is L-smooth on V (Definition 2.1.2), with gradient g and Hessian H: along every line x + s d the derivative
    of f is <g, d>, that of <g, d> is <H d, d>, and -L |d|^2 <= <H d, d> <= L |d|^2, which says of a symmetric H that
    its eigenvalues lie in [-L, L]. Differentiability along lines is all that the claims need."""
    x, d, t, s = vector("x"), vector("d"), real("t"), real("s")
    curvature = dot(H(x + t * d)(d), d)
    return forall(x, d, t, conj(
        derivative(lam(s, f(x + s * d)), t, dot(g(x + t * d), d)),
        derivative(lam(s, dot(g(x + s * d), d)), t, curvature),
        -(L * dot(d, d)) <= curvature,
        curvature <= L * dot(d, d),
    ))  # fmt: skip


@define
def NormalWithin(sigma: "real", t: "real") -> Term:
    """The probability that a normal variable of mean 0 and variance sigma^2 lies in [-t, t], for t >= 0: the integral
    of its density over [-t, t], which is erf(t / (sigma sqrt 2))."""
    return erf(t / sigma / sqrt(2))
