"""Gradient descent on smooth convex functions: its exact rate, with certificates for one number of steps or for all.

f on a real inner-product space is convex with an L-Lipschitz gradient g exactly if

    f(u) >= f(v) + <g(v), u - v> + |g(u) - g(v)|^2 / (2 L)   for all u, v,

and any values and gradients at finitely many points that satisfy this there come from such a function (Taylor,
Hendrickx and Glineur, Mathematical Programming 161, 2017, theorem 4). With steps x(k+1) = x(k) - g(x(k)) / L and
g(z) = 0, Drori and Teboulle (Mathematical Programming 145, 2014, section 3) have

    f(x(N)) - f(z) <= L |x(0) - z|^2 / (4 N + 2),

and a Huber function on the line attains it. The dual multipliers are k / (2 N + 1 - k) for the inequality above at
(x(k-1), x(k)), and their increments for that at (z, x(k)). With g(x(k)) = L (x(k) - x(k+1)), the Gram matrix that
they leave is tridiagonal in the vectors y(k) = x(k) - z, and its factors L D L^T are rational functions of k and N:
the squares are those of y(k) - m g(x(k)) / L, where m = 2 N + 1 - k. Summed step by step, that is an induction on k
whose hypothesis is the potential

    k m (f(x(k)) - f(z) + |g(x(k))|^2 / (2 L)) + L (m - k) / 2 |y(k)|^2 <= m^2 L |y(0)|^2 / (4 N + 2),

so that one certificate serves every N, and its size does not depend on N.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from certs.language import write_number
from numerics.derive import Fact, Proof, certificate
from numerics.terms import (
    TABLE,
    Term,
    conj,
    define,
    dot,
    exists,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    maximum,
    minimum,
    names_of,
    naming,
    real,
    term,
    vector,
)  # fmt: skip

f, g, x = function("f", "V->real"), function("g", "V->V"), function("x", "int->V")
L, s, N, k, z = real("L"), real("s"), integer("N"), integer("k"), vector("z")


def interpolation(f: Term, g: Term, s: Term, u: Term, v: Term, inner: Callable[[Term, Term], Term] = dot) -> Term:
    """f(v) + <g(v), u - v> + s/2 |g(u) - g(v)|^2 <= f(u)."""
    change = g(u) - g(v)
    return f(v) + inner(g(v), u - v) + s / 2 * inner(change, change) <= f(u)


@define
def SmoothConvex(f: "V->real", g: "V->V", s: "real") -> Term:
    """f is convex with gradient g, which is Lipschitz with constant 1/s: the inequality that says both at once (Taylor,
    Hendrickx and Glineur 2017, theorem 4)."""
    u, v = vector("u"), vector("v")
    return forall(u, v, interpolation(f, g, s, u, v))


@define
def GradientDescent(x: "int->V", g: "V->V", s: "real", N: "int") -> Term:
    """x(0), ..., x(N) are iterates of gradient descent with step s."""
    return forall(k, implies(conj(0 <= k, k < N), x(k + 1) == x(k) - s * g(x(k))))


def rate_goal(steps: int | None = None) -> Term:
    """f(x(N)) - f(z) <= L |x(0) - z|^2 / (4 N + 2) for N = ``steps``, or for all N >= 0."""
    count = N if steps is None else term(steps)
    premise = conj(0 <= N, L > 0, s * L == 1, SmoothConvex(f, g, s), GradientDescent(x, g, s, count),
                   dot(g(z), g(z)) == 0)  # fmt: skip
    scale = 4 * N + 2 if steps is None else term(4 * steps + 2)
    rate = gap(count) <= L * dot(x(0) - z, x(0) - z) / scale
    if steps is None:
        return forall(f, g, L, s, x, z, N, implies(premise, rate))
    return forall(f, g, L, s, x, z, implies(premise.args[1], rate))


def rate_certificate(steps: int | None = None) -> dict[str, Any]:
    """The certificate of :func:`rate_goal` for one number of steps >= 0, or for every number of steps.

    For one number the proof is a single combination with the multipliers and squares of the module's docstring, and
    grows linearly with it; for all it is the induction. The document is one that ``certs.checker.check`` accepts;
    ``certs.checker.canonical`` spells its bytes. Raises ValueError for a negative number.
    """
    if steps is not None and steps < 0:
        raise ValueError(f"steps = {steps}: gradient descent takes at least 0 steps")
    goal = rate_goal(steps)
    with naming(names_of(goal)):
        p = Proof()
        rate = _Rate(p, goal, steps)
        fact = rate.by_induction() if steps is None else rate.by_multipliers(steps)
        satisfiable = _at_rest(p, Term(TABLE.satisfiable(goal.index)), steps or 0)
        defined = p.show_defined(goal)
    name = "every_number_of_steps" if steps is None else f"steps_{steps}"
    return certificate(p, "descent.rate", name, goal, fact, defined=defined, satisfiable=satisfiable)


def _at_rest(p: Proof, formula: Term, steps: int) -> Fact:
    """An instance of the hypotheses: |v|^2 / 2 with L = 1, started at its minimiser."""
    u, v, i, zero, one = vector("u"), vector("v"), integer("i"), 0 * z, term(1)
    f, g, x = lam(v, dot(v, v) / 2), lam(v, v), lam(i, zero)
    convex = p.restate(p.general(u, v, p.arith(interpolation(f, g, one, u, v))), SmoothConvex(f, g, one))
    still = p.implication(conj(0 <= i, i < term(steps)), p.ring(zero, zero - one * zero))
    moves = p.restate(p.general(i, still), GradientDescent(x, g, one, steps))
    return p.exhibit(formula, [f, g, one, one, x, zero, term(steps)], convex, moves)


def worst_case(steps: int, L: Fraction | int = 1, distance: Fraction | int = 1) -> Fraction:
    """f(x(N)) - f(z) after N = ``steps`` exact iterations on the Huber function that attains the rate.

    Its slope is L clamped to [-c, c] with c = distance / (2 N + 1), where ``distance`` = |x(0) - z| > 0.
    """
    c, u = Fraction(distance) / (2 * steps + 1), Fraction(distance)

    def clamped(u: Fraction) -> Fraction:
        return max(-c, min(u, c))

    for _ in range(steps):
        u -= clamped(u)
    return L * (clamped(u) * u - clamped(u) ** 2 / 2)


def attained_certificate() -> dict[str, Any]:
    """The certificate that the rate is exact: for all L, c > 0 and N >= 0 there are a function of one real variable,
    convex with an L-Lipschitz derivative, iterates x(0), ..., x(N) and a minimiser z with x(0) - z = (2 N + 1) c and
    (4 N + 2) (f(x(N)) - f(z)) = L (x(0) - z)^2."""
    f, g, x, z, c = (*(function(name, "real->real") for name in "fg"), function("x", "int->real"), real("z"), real("c"))
    u, v = real("u"), real("v")
    goal = forall(L, s, c, N, implies(conj(L > 0, s * L == 1, c > 0, 0 <= N), exists(f, g, x, z, conj(
        forall(u, v, interpolation(f, g, s, u, v, lambda a, b: a * b)),
        forall(k, implies(conj(0 <= k, k < N), x(k + 1) == x(k) - s * g(x(k)))),
        g(z) == 0, x(0) - z == (2 * N + 1) * c, (4 * N + 2) * (f(x(N)) - f(z)) == L * (x(0) - z) ** 2))))  # fmt: skip
    with naming(names_of(goal)):
        p = Proof()
        fact = _attained(p, goal)
        satisfiable = p.exhibit(Term(TABLE.satisfiable(goal.index)), [term(1), term(1), term(1), term(0)])
    return certificate(p, "descent.rate", "attained", goal, fact, satisfiable=satisfiable)


def _attained(p: Proof, goal: Term) -> Fact:
    """The Huber function L (h(u) u - h(u)^2 / 2) with h(u) = max(-c, min(u, c)), from x(0) = (2 N + 1) c."""
    (L, s, c, N), (positive, unit, width, above), conclusion = p.intro(goal)
    u, v, k = p.fresh("u", "real"), p.fresh("v", "real"), p.fresh("k", "int")

    def h(u: Any) -> Term:
        return maximum(-c, minimum(u, c))

    def clamped(claim: Term, u: Any, *facts: Fact) -> Fact:
        """A claim about h(u), in each of the cases of its minimum and its maximum."""
        inner, outer = p.lemma("min", u, c), p.lemma("max", -c, minimum(u, c))

        def split(low: Fact) -> Fact:
            return p.by_cases(outer, *[lambda high: p.arith(claim, low, high, width, *facts)] * 2)

        return p.by_cases(inner, split, split)

    within = p.general(v, p.both(clamped(-c <= h(v), v), clamped(h(v) <= c, v)))
    opposed = clamped((h(u) - h(v)) * (u - h(u)) >= 0, u, *within(v).split())
    f, g, x = lam(u, L * (h(u) * u - h(u) ** 2 / 2)), lam(u, L * h(u)), lam(k, c * (2 * N + 1 - k))
    convex = interpolation(f, g, s, u, v, lambda a, b: a * b)
    smooth = p.step("positivstellensatz", [positive, opposed, unit], [convex, L / 2 * (h(u) - h(v)) ** 2],
                    [[[["1", [3], -1], ["1", [0, 1], -1]], [[1, 2]]]])  # fmt: skip

    def beyond(k: Term, *facts: Fact) -> Fact:
        """h(x(k)) = c for k <= N."""
        far = p.arith(c <= x(k), *facts, width, above)
        return clamped(h(x(k)) == c, x(k), far)

    given = p.assume(conj(0 <= k, k < N))
    step = x(k + 1) == x(k) - s * g(x(k))
    moved = p.arith(step, beyond(k, given), unit, multipliers=[c, L * s])
    moves = p.general(k, p.implication(given.formula, moved))
    rest, last = clamped(h(term(0)) == 0, term(0)), beyond(N, above)
    gap = (4 * N + 2) * (f(x(N)) - f(term(0))) == L * (x(0) - term(0)) ** 2
    heights = [(4 * N + 2) * L * (x(N) - (h(x(N)) + c) / 2), (4 * N + 2) * L * h(term(0))]
    gap = p.arith(gap, rest, last, multipliers=heights)
    flat = p.arith(g(term(0)) == 0, rest, multipliers=[L])
    reached = p.exhibit(conclusion, [f, g, x, term(0)], p.general(u, v, smooth), moves, flat, gap)
    return p.conclude(goal, [L, s, c, N], reached)


def gap(k: Any) -> Term:
    """f(x(k)) - f(z)."""
    return f(x(k)) - f(z)


def slope(k: Any) -> Term:
    """|g(x(k))|^2."""
    return dot(g(x(k)), g(x(k)))


class _Rate:
    """The facts of which both proofs of the rate consist; k is a number or a term."""

    def __init__(self, p: Proof, goal: Term, steps: int | None) -> None:
        self.p, self.goal, self.variables = p, goal, [f, g, L, s, x, z] + ([N] if steps is None else [])
        for v in self.variables:  # the goal's own variables: the certificate shares its rows
            goal = instance_of(goal, v)
        premise, self.conclusion = goal.args
        *self.above, self.positive, self.unit, self.convex, self.moves, flat = p.given(premise)
        self.convex, self.moves = p.unfold(self.convex), p.unfold(self.moves)
        v = p.fresh("v", "V")
        zero = p.step("definite", [flat], [g(z), 0 * z])
        self.tangents = p.general(v, p.rewrite(self.convex(z, v), zero))

    def tangent(self, k: Any) -> Fact:
        """f(x(k)) - f(z) <= <g(x(k)), y(k)> - |g(x(k))|^2 / (2 L), in the form of the interpolation inequality."""
        return self.tangents(x(k))

    def falls(self, k: Any) -> Fact:
        """The interpolation inequality at (x(k), x(k + 1))."""
        return self.convex(x(k), x(k + 1))

    def square(self, k: Any, m: Any) -> tuple[Fact, Term]:
        """0 <= |y(k) - m s g(x(k))|^2; and what L times that is more than with L s = 1, over L s - 1."""
        excess = m**2 * (s * slope(k)) - 2 * m * dot(g(x(k)), x(k) - z)
        return self.p.step("gram", [], [x(k) - z - m * s * g(x(k))]), excess

    def moved(self, k: Any, within: Fact, fall: Any, far: Any) -> tuple[Fact, Term]:
        """The step from x(k) to x(k + 1), as it changes fall <g(x(k + 1)), .> + far L |. - z|^2; and what the right
        side is more than with L s = 1, over L s - 1."""
        v = self.p.fresh("v", "V")
        step = self.p.modus_ponens(self.moves(k), within)
        measured = lam(v, fall * dot(g(x(k + 1)), v) + far * L * dot(v - z, v - z))
        return self.p.congruent(measured, step), far * (s * slope(k) - 2 * dot(g(x(k)), x(k) - z))

    def by_multipliers(self, steps: int) -> Fact:
        """One Positivstellensatz combination with rational multipliers: the dual solution and the factors L D L^T."""
        p = self.p
        facts, terms, cone, ideal = [self.positive, self.unit], [self.conclusion, term(1)], [["1", [0], -1]], []

        def add(fact: Fact, c: Fraction, *others: int) -> None:
            if c:
                cone.append([write_number(c), [len(facts), *others], -1])
                facts.append(fact)

        weights = [Fraction(k, 2 * steps + 1 - k) for k in range(steps + 1)] + [Fraction(1)]
        for k in range(steps + 1):
            m = 2 * steps + 1 - k
            add(self.tangent(k), weights[k + 1] - weights[k])
            gram, excess = self.square(k, m)
            last = k == steps
            factor = Fraction(1, 2 * m**2) if last else Fraction(k * (m - 1) + (k + 1) * m, 2 * (m * (m - 1)) ** 2)
            add(gram, factor, 0)
            stray = factor * excess
            if not last:
                add(self.falls(k), weights[k + 1])
                far = Fraction(m - 2 - k, 2 * (m - 1) ** 2)
                moved, excess = self.moved(k, p.compute(conj(term(0) <= k, term(k) < steps)), weights[k + 1], far)
                ideal.append([1, len(facts)])
                facts.append(moved)
                stray += excess
            ideal.append([len(terms), 1])
            terms.append(stray)
        cone[0][1] = [len(facts)]
        return p.conclude(self.goal, self.variables, p.step("positivstellensatz", facts, terms, [[cone, ideal]]))

    def by_induction(self) -> Fact:
        """The induction on k, for any c with (4 N + 2) c = L |y(0)|^2, and with m as a variable."""
        p = self.p
        c, m = p.fresh("c", "real"), p.fresh("m", "real")
        start = x(0) - z
        scale = p.assume((4 * N + 2) * c == L * dot(start, start))

        def potential(k: Term, m: Term) -> Term:
            y = x(k) - z
            return k * m * (gap(k) + s * slope(k) / 2) + L * (m - k) / 2 * dot(y, y) <= m**2 * c

        def every_m(k: Term) -> Term:
            return forall(m, implies(conj(k <= N, m == 2 * N + 1 - k), potential(k, m)))

        def first() -> Fact:
            given = p.assume(conj(0 <= N, m == 2 * N + 1 - 0))
            base = p.step("positivstellensatz", [given.right, scale], [potential(term(0), m), -m / 2, -m * c],
                          [[[["1", [2], -1]], [[1, 1], [2, 0]]]])  # fmt: skip
            return p.general(m, p.implication(given.formula, base))

        def step(k: Term, nonnegative: Fact, here: Fact) -> Fact:
            given = p.assume(conj(k + 1 <= N, m == 2 * N + 1 - (k + 1)))
            within, value = given.split()
            now = here.apply(m + 1, using=[p.arith(k <= N, within), p.arith(m + 1 == 2 * N + 1 - k, value)])
            gram, excess = self.square(k, m + 1)
            weight = k * m + (k + 1) * (m + 1)
            fall, spread = (m + 1) ** 2 * (k + 1) * m, (m + 1) ** 2 * (m - k - 1) / 2
            moved, stray = self.moved(k, p.both(nonnegative, p.arith(k < N, within)), fall, spread)
            low = p.arith(m > 0, nonnegative, within, value)
            facts = [now, self.falls(k), self.tangent(k), gram, low, p.arith(k + 1 > 0, nonnegative), self.positive,
                     p.arith(m + 1 > 0, low), p.arith(m + k + 1 > 0, low, nonnegative),
                     p.arith(weight >= 0, nonnegative, low), self.unit, moved]  # fmt: skip
            cone = [["1", [12, 7, 7], -1], ["1", [0, 4, 4], -1], ["1", [1, 7, 7, 5, 4], -1],
                    ["1", [2, 8, 4, 7], -1], ["1/2", [3, 9, 6], -1]]  # fmt: skip
            proved = p.step("positivstellensatz", facts, [potential(k + 1, m), stray + weight / 2 * excess, term(1)],
                            [[cone, [[1, 10], [2, 11]]]])  # fmt: skip
            return p.general(m, p.implication(given.formula, proved))

        everywhere = p.induction("k", 0, every_m, first, step)
        last = everywhere.apply(N, N + 1, using=[*self.above, p.arith(N <= N), p.arith(N + 1 == 2 * N + 1 - N)])
        gram, excess = self.square(N, N + 1)
        facts = [last, self.tangent(N), gram, p.arith(N + 1 > 0, *self.above), self.positive, self.unit]
        cone = [["1", [6, 3, 3], -1], ["1", [0], -1], ["1", [1, 3], -1], ["1/2", [2, 4], -1]]
        rate = p.step("positivstellensatz", facts, [gap(N) <= c, excess / 2], [[cone, [[1, 5]]]])
        every_c = p.general(c, p.implication(scale.formula, rate))
        bound = self.conclusion.args[1]
        whole = p.lemma("inverse", 4 * N + 2, using=[p.arith(4 * N + 2 != 0, *self.above)])
        scaled = instance_of(every_c.formula, bound).args[0]
        multiplier = L * dot(start, start)
        scaled = p.step("positivstellensatz", [whole], [scaled, multiplier, -multiplier],
                        [[[["1", [1], -1]], [[1, 0]]], [[["1", [1], -1]], [[2, 0]]]])  # fmt: skip
        return p.conclude(self.goal, self.variables, p.modus_ponens(every_c(bound), scaled))
