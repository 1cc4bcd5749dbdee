"""Definition 12, restricted bottom weights: the order is no restriction for a single gate, but it is one for two."""

import numpy as np

from numerics.circuits import vertices
from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    term,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.orders import ordered_listing
from theorems.mukherjee2020.sign_rank import RestrictedBottom

claim = Claim(
    "mukherjee2020", "definition", "12", section="2.5.1", family="sign_rank", title="bottom-layer weight restriction",
    uses=["definition_11"],
    statement=r"""The weights of the bottom gates $\max\{0, b + \langle w_1, x\rangle + \langle w_2, y\rangle\}$ on
    $\{-1, 1\}^m \times \{-1, 1\}^m$ are restricted to (1) $w_i \in P_{m, \sigma_i}$ with permutations $\sigma_1,
    \sigma_2$ that serve for all gates, and (2) integers of magnitude at most $W$. As checked here: for a single gate
    (1) can always be met; for two gates it does not follow from (2).""",
)  # fmt: skip

m, W, i, j, t = (integer(name) for name in ("m", "W", "i", "j", "t"))
u, v = function("u", "int->int"), function("v", "int->int")
a, c, X, Y = (function(name, "int->int->int") for name in ("a", "c", "X", "Y"))
small = every(t, 1, m, conj(between(-W, u(t), W), between(-W, v(t), W)))
alternating = lam(j, i, 2 * j - 3)  # the weights -1 and 1 of two gates on one bit
first, second = integer("first"), integer("second")  # the inner products of two weight vectors with x - x'
clash = integer("clash")  # 1 if some pair of vertices is ordered differently by them

printed = claim.variant(
    "printed", conj(
        forall(m, W, u, v, implies(conj(m >= 1, W >= 1), small, exists(X, Y, RestrictedBottom(
            lam(j, u), lam(j, v), 1, X, Y, m, W)))),
        forall(X, Y, negation(RestrictedBottom(alternating, alternating, 2, X, Y, 1, 1)))), expect="proved",
    why="The vertices can be sorted by any one objective; weights -1, 1 of two gates on one bit sort it in two ways.",
    observed=implies(clash == 0, first * second >= 0),
)  # fmt: skip


@claim.prove(printed)
def by_sorting(p: Proof, goal: Term) -> Fact:
    one_gate = goal.args[0]
    (m, W, u, v), (some, wide, small), wanted = p.intro(one_gate)
    listings = [p.obtain(ordered_listing(p).apply(m, e, using=[some]), "X") for e in (u, v)]
    orders, found = [X for X, _ in listings], [fact for _, fact in listings]

    def weights(vector: Term, number: int) -> Fact:
        def entry(t: Term, bounds: Fact) -> Fact:
            both = small.apply(t, using=[bounds])
            return both.left if number == 0 else both.right

        cone = found[number].right
        return over(p, 1, 1, lambda j, _: p.both(over(p, 1, m, entry, "t"), cone), "j")

    bottom = RestrictedBottom(lam(j, u), lam(j, v), 1, *orders, m, W)
    shown = p.restate(p.both(some, wide, p.compute(term(1) >= 1), *(f.left for f in found), weights(u, 0), weights(
        v, 1)), bottom)  # fmt: skip
    first = p.conclude(one_gate, [m, W, u, v], p.witness(wanted, *orders, shown))
    X, Y = p.fresh("X", "int->int->int"), p.fresh("Y", "int->int->int")

    def impossible(restricted: Fact) -> Fact:
        *_, sequencing, _, weights_, _ = p.open_definition(restricted).split()
        different = p.open_definition(sequencing).split()[1]
        size = p.compute(
            conj(term(1) <= 1, term(1) <= term(2) ** 1 - 1, term(2) <= term(2) ** 1, term(1) + 1 <= term(2))
        )
        t, apart = p.obtain(different.apply(1, 2, using=[size, p.compute(term(1) <= term(2) ** 1)]), "t")
        products = [p.open_definition(weights_.apply(e, using=[p.compute(between(1, term(e), 2))]).right).apply(
            1, using=[size]) for e in (1, 2)]  # fmt: skip
        sums = [fact for r in (term(1), term(1) + 1) for e in (1, 2) for fact in _single(p, alternating(e), X(r))]
        equal = p.arith(X(1)(1) == X(2)(1), *products, *sums)
        z = integer("z")
        at = p.symmetric(p.arith(t == 1, apart.left))
        here = p.step("equality", [at, equal], [lam(z, X(1)(z) == X(2)(z))])
        return p.conflict(here, apart.right)

    second = p.general(X, Y, p.refute(RestrictedBottom(alternating, alternating, 2, X, Y, 1, 1), impossible))
    return p.both(first, second)


def _single(p: Proof, a: Term, x: Term) -> list[Fact]:
    """What the inner product of two vectors of length 1 is."""
    f = lam(t, a(t) * x(t))
    return [p.lemma("sum_step", 1, 0, f), p.lemma("sum_empty", 1, 0, f)]


@claim.instances
def random_pairs(rng, n):
    """Two random integer weight vectors, m <= 3, and two vertices: clash is 1 if the vectors order some pair of
    vertices differently, first and second are their inner products with the difference of these two."""
    m = rng.integers(1, 4, size=n)
    used = np.arange(3) < m[:, None]
    a, b = (np.where(used, rng.integers(-2, 3, size=(n, 3)), 0) for _ in range(2))
    corners = vertices(3)
    u, v = a @ corners.T, b @ corners.T
    order = (u[:, :, None] - u[:, None]) * (v[:, :, None] - v[:, None])
    x, y = rng.integers(0, 8, size=(2, n))
    rows = np.arange(n)
    found = {"clash": (order < 0).any(axis=(1, 2)), "first": u[rows, x] - u[rows, y], "second": v[rows, x] - v[rows, y]}
    return {name: value.astype("float64") for name, value in found.items()}


claim.mutant("(1) follows from (2)", printed, first * second >= 0)
claim.mutant("no ties", printed, implies(clash == 0, first * second >= 1))
