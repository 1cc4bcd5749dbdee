"""Definition 11, cones of the linear objectives that order the cube in one way: convex cones, as the name says."""

import numpy as np

from numerics.circuits import random_cone
from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, sums_linear
from numerics.terms import (
    Term,
    conj,
    forall,
    function,
    implies,
    integer,
    lam,
    real,
    term,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.restricted import on_the_line
from theorems.mukherjee2020.sign_rank import Cone, Sequencing, inner

claim = Claim(
    "mukherjee2020", "definition", "11", section="2.5.1", family="sign_rank", title="cones ordering the hypercube",
    statement=r"""For an order $x^{\sigma(1)}, \dots, x^{\sigma(2^m)}$ of the vertices of $\{-1, 1\}^m$, the set
    $P_{m,\sigma}$ of all $a \in \mathbb R^m$ with $\langle a, x^{\sigma(1)}\rangle \le \dots \le
    \langle a, x^{\sigma(2^m)}\rangle$ is a polyhedral cone: it contains $\lambda a + \mu b$ with $a$ and $b$, for all
    $\lambda, \mu \ge 0$.""",
)  # fmt: skip

m, t, r = integer("m"), integer("t"), integer("r")
a, b = function("a", "int->real"), function("b", "int->real")
X, mu, nu = function("X", "int->int->int"), real("lambda"), real("mu")
falls, scale, other = integer("falls"), integer("lambda"), integer("mu")  # decreases of lambda a + mu b along the order

printed = claim.variant(
    "printed", forall(m, X, a, b, mu, nu, implies(
        conj(m >= 1, Sequencing(X, m)), conj(Cone(a, X, m), Cone(b, X, m)), conj(mu >= 0, nu >= 0),
        Cone(lam(t, mu * a(t) + nu * b(t)), X, m))), expect="proved",
    why="Finitely many linear inequalities without constants.",
    observed=implies(conj(scale >= 0, other >= 0), falls <= 0),
)  # fmt: skip


@claim.prove(printed)
def by_linearity(p: Proof, goal: Term) -> Fact:
    (m, X, a, b, mu, nu), (some, _, first, second, left, right), wanted = p.intro(goal)
    mixed = lam(t, mu * a(t) + nu * b(t))
    steps = [p.open_definition(cone) for cone in (first, second)]

    def value(r: Term) -> Fact:
        """<lambda a + mu b, x> = lambda <a, x> + mu <b, x>."""
        f, g = (lam(t, e(t) * X(r)(t)) for e in (a, b))
        whole, parts = lam(t, mixed(t) * X(r)(t)), lam(t, mu * f(t) + nu * g(t))
        same = equal_sums(p, term(1), m, whole, parts, lambda t, *_: p.ring(
            mixed(t) * X(r)(t), mu * f(t) + nu * g(t)))  # fmt: skip
        wanted = mu * inner(a, X(r), m) + nu * inner(b, X(r), m)
        return p.arith(inner(mixed, X(r), m) == wanted, same, sums_linear(p).apply(
            1, m, f, g, mu, nu, using=[some]))  # fmt: skip

    def rises(r: Term, bounds: Fact) -> Fact:
        up = [step.apply(r, using=[bounds]) for step in steps]
        scaled = p.arith(mu * inner(a, X(r), m) <= mu * inner(a, X(r + 1), m), up[0], left)
        other = p.arith(nu * inner(b, X(r), m) <= nu * inner(b, X(r + 1), m), up[1], right)
        return p.arith(inner(mixed, X(r), m) <= inner(mixed, X(r + 1), m), scaled, other, value(r), value(r + 1))

    fact = p.restate(over(p, 1, 2**m - 1, rises, "r"), wanted)
    return p.conclude(goal, [m, X, a, b, mu, nu], fact)


@claim.satisfied(printed)
def on_the_real_line(p: Proof, formula: Term) -> Fact:
    (_, _, _, X, *_), bottom = on_the_line(p)
    sequencing = p.open_definition(bottom).split()[3]
    one = lam(t, term(1))
    cone = p.compute(Cone(one, X, 1))
    return p.exhibit(formula, [1, X, one, one, 1, 1, 1], sequencing, cone, p.compute(term(1) <= term(2) ** 1 - 1))


@claim.instances
def random_combinations(rng, n):
    """Two vectors of a random cone, m <= 3, and coefficients from -2 to 3; falls counts the decreases of the
    combination along the order."""
    found = {name: np.zeros(n) for name in ("lambda", "mu", "falls")}
    part = rng.integers(96, size=n)
    for number in range(96):
        here = part == number
        order, cone = random_cone(rng, 1 + number % 3, 3)
        first, second = cone[rng.integers(len(cone), size=(2, here.sum()))]
        scales = rng.integers(-2, 4, size=(2, here.sum(), 1))
        values = (scales[0] * first + scales[1] * second) @ order.T
        found["lambda"][here], found["mu"][here] = scales[..., 0]
        found["falls"][here] = (np.diff(values, axis=1) < 0).sum(axis=1)
    return found


claim.mutant("any coefficients", printed, falls <= 0)
claim.mutant("one coefficient of any sign", printed, implies(scale >= 0, falls <= 0))
