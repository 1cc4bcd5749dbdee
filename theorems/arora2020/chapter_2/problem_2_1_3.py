"""Problem 2.1.3, the quadratic upper bound (2.2) of an L-smooth function: true, and attained by L/2 |w|^2."""

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.terms import Term, conj, dot, exists, forall, function, implies, lam, real, term, vector
from theorems.arora2020.definitions import Smooth
from theorems.claim import Claim

claim = Claim(
    "arora2020", "problem", "2.1.3", section="2.1.1", family="smooth_optimization",
    title="quadratic upper bound from smoothness",
    statement=r"""Let $f$ be $L$-smooth on the whole space. Then for all points $w$ and $w_t$,
    $f(w) \le f(w_t) + \langle \nabla f(w_t), w - w_t\rangle + \frac L2 \|w - w_t\|_2^2$.""",
)  # fmt: skip

f, g, H = function("f", "V->real"), function("g", "V->V"), function("H", "V->V->V")
L, w, x = real("L"), vector("w"), vector("x")


def bound(f: Term, g: Term, L: Term, w: Term, x: Term) -> Term:
    """The right-hand side of (2.2) at w around x."""
    return f(x) + dot(g(x), w - x) + L / 2 * dot(w - x, w - x)


upper = forall(f, g, H, L, implies(Smooth(f, g, H, L), forall(w, x, f(w) <= bound(f, g, L, w, x))))
attained = forall(L, implies(L >= 0, exists(f, g, H, conj(
    Smooth(f, g, H, L), forall(w, x, f(w) == bound(f, g, L, w, x))))))  # fmt: skip

a, b, curvature = real("w"), real("x"), real("lambda")  # the functions lambda/2 w^2 on the line
on_the_line = conj(-L <= curvature, curvature <= L)

printed = claim.variant(
    "printed", upper, expect="proved",
    why="Taylor's formula along the segment: the second derivative there is at most L |w - x|^2.",
    observed=implies(on_the_line, curvature / 2 * a * a
                     <= curvature / 2 * b * b + curvature * b * (a - b) + L / 2 * (a - b) * (a - b)),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened",
    conj(upper, attained),
    expect="proved",
    why="No constant below L/2 serves: L/2 |w|^2 satisfies (2.2) with equality everywhere.",
)


def quadratic_upper_bound(p: Proof, smooth: Fact, f: Term, g: Term, H: Term, L: Term, w: Term, x: Term) -> Fact:
    """(2.2) at w around x: the mean value theorem, twice, for the gap between its sides along the segment."""
    rules = p.open_definition(smooth)
    d, s = w - x, real("s")
    gap = lam(s, f(x + s * d) - f(x) - s * dot(g(x), d) - L / 2 * s * s * dot(d, d))
    slope = lam(s, dot(g(x + s * d), d) - dot(g(x), d) - L * s * dot(d, d))
    bend = lam(s, dot(H(x + s * d)(d), d) - L * dot(d, d))
    mark = p.opened
    c, rise = p.mean_value(gap, slope, p.arith(term(0) < 1), lambda t: rules(x, d, t).left)
    e, bent = p.mean_value(slope, bend, p.arith(term(0) < c, rise), lambda t: rules(x, d, t).right.left)
    falling = p.arith(slope(c) <= 0, rise, bent, rules(x, d, e).right.right.right)
    return p.close(p.arith(f(w) <= bound(f, g, L, w, x), falling, rise), mark)


def quadratic(p: Proof, L: Term, nonnegative: Fact) -> tuple[list[Term], Fact]:
    """The function L/2 |w|^2 with its gradient and Hessian, and the fact that it is L-smooth when L >= 0."""
    v, u, x, d, t, s = vector("v"), vector("u"), vector("x"), vector("d"), real("t"), real("s")
    f, g, H = lam(v, L / 2 * dot(v, v)), lam(v, L * v), lam(v, u, L * u)
    curvature = dot(H(x + t * d)(d), d)
    along_lines = p.both(
        p.step("derivative", [], [lam(s, f(x + s * d)), t, dot(g(x + t * d), d)]),
        p.step("derivative", [], [lam(s, dot(g(x + s * d), d)), t, curvature]),
        p.arith(-(L * dot(d, d)) <= curvature, nonnegative, p.step("gram", [], [d])),
        p.arith(curvature <= L * dot(d, d)),
    )
    return [f, g, H], p.restate(p.general(x, d, t, along_lines), Smooth(f, g, H, L))


def upper_bound(p: Proof) -> Fact:
    """(2.2) for all smooth functions and all points."""
    (f, g, H, L), (smooth,), rest = p.intro(upper, premises=1)
    everywhere = p.general(w, x, quadratic_upper_bound(p, smooth, f, g, H, L, w, x))
    return p.conclude(upper, [f, g, H, L], p.prove(rest, everywhere))


@claim.prove(printed)
def by_the_mean_value_theorem(p: Proof, goal: Term) -> Fact:
    return upper_bound(p)


@claim.prove(sharpened)
def by_a_quadratic(p: Proof, goal: Term) -> Fact:
    (L,), (nonnegative,), witnessed = p.intro(attained)
    functions, smooth = quadratic(p, L, nonnegative)
    f, g, _ = functions
    equal = p.general(w, x, p.ring(f(w), bound(f, g, L, w, x)))
    return p.both(upper_bound(p), p.conclude(attained, [L], p.witness(witnessed, *functions, p.both(smooth, equal))))


@claim.satisfied(printed)
def by_the_zero_function(p: Proof, formula: Term) -> Fact:
    functions, smooth = quadratic(p, term(0), p.arith(term(0) <= 0))
    return p.witness(formula, *functions, 0, smooth)


@claim.instances
def quadratics(rng, n):
    """Functions lambda/2 w^2 with |lambda| <= L, and two points."""
    L = dyadic(rng, n, 0, 8)
    return {"L": L, "lambda": L * dyadic(rng, n, -1, 1), "w": dyadic(rng, n, -8, 8), "x": dyadic(rng, n, -8, 8)}


quadratics.free = {"L", "lambda", "w", "x"}
claim.mutant("0.49 L for L/2", printed, implies(on_the_line, curvature / 2 * a * a
             <= curvature / 2 * b * b + curvature * b * (a - b) + term("49/100") * L * (a - b) * (a - b)))  # fmt: skip
claim.mutant("eigenvalues up to 1.01 L", printed, implies(
    conj(-L <= curvature, curvature <= term("101/100") * L), curvature / 2 * a * a
    <= curvature / 2 * b * b + curvature * b * (a - b) + L / 2 * (a - b) * (a - b)))  # fmt: skip
