"""Equation (1.4), risk minimisation: for a uniform distribution on finitely many points it is minimisation of the
empirical risk, with the same minima, if any.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sampling import dyadic
from numerics.sums import equal_sums, sum_of_constants, sums_scaled
from numerics.terms import (
    Term,
    conj,
    every,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    real,
    term,
    total,
    vector,
)
from theorems.claim import Claim

claim = Claim(
    "mukherjee2020", "equation", "1.4", section="1.1.1", family="generalization",
    title="risk minimisation and its empirical case", uses=["section_2_4.erm_attainment"],
    statement=r"""Let $\ell(N, z) \ge 0$ be the loss of a network $N \in \mathcal N$ at $z$. For the uniform
    distribution $\mathcal D$ on $z_1, \dots, z_m$, $m \ge 1$, the risk $E_{z \in \mathcal D}\, \ell(N, z)$ is the
    empirical risk $\frac1m \sum_j \ell(N, z_j)$, and a network minimises the one over $\mathcal N$ iff it minimises
    the other. (A distribution on the points is uniform if it gives all of them the same probability. A network is
    given by its vector of weights, and its loss at $z_j$ is $\ell(N)(j)$. That a minimum exists is not claimed: for
    the exponential loss it does not.)""",
)  # fmt: skip

m, i, j = integer("m"), integer("i"), integer("j")
p, ell, N, other = function("p", "int->real"), function("ell", "V->int->real"), vector("N"), vector("O")
Q = function("Q", "V->bool")  # which networks belong to the class
u, v, a, b = (real(name) for name in "uvab")  # two probabilities and two losses


def risk(N: Term) -> Term:
    return total(j, 1, m, p(j) * ell(N)(j))


def empirical(N: Term) -> Term:
    return total(j, 1, m, ell(N)(j)) / m


def least(value: Callable[[Term], Term], N: Term) -> Term:
    """N is a network of the class, and no other has a smaller value."""
    return conj(Q(N), forall(other, implies(Q(other), value(N) <= value(other))))


uniform = conj(every(j, 1, m, p(j) >= 0), total(j, 1, m, p(j)) == 1, every(i, 1, m, every(j, 1, m, p(i) == p(j))))
printed = claim.variant(
    "printed", forall(m, p, ell, Q, implies(
        conj(m >= 1, uniform, forall(N, implies(Q(N), every(j, 1, m, ell(N)(j) >= 0)))),
        conj(forall(N, risk(N) == empirical(N)), forall(N, iff(least(risk, N), least(empirical, N)))))),
    expect="proved", why="m equal probabilities with sum 1 are 1/m each.",
    observed=implies(u == v, u * a + v * b == (a + b) / 2),
)  # fmt: skip


@claim.prove(printed)
def by_equal_shares(pf: Proof, goal: Term) -> Fact:
    variables, (some, _, whole, alike, _), conclusion = pf.intro(goal, premises=1)
    m, p, ell, _ = variables
    nonempty, one = pf.arith(1 <= m + 1, some), term(1)
    first = pf.both(pf.arith(1 <= one), pf.arith(one <= m, some))

    def share(q: Term, *bounds: Fact) -> Fact:
        return alike.apply(q, one, using=[*bounds, first])

    constant = equal_sums(pf, one, m, p, lam(j, p(1)), lambda q, *bounds: share(q, *bounds))
    sum_ = sum_of_constants(pf).apply(1, m, p(1), using=[nonempty])
    inverse = pf.lemma("inverse", m, using=[pf.arith(m > 0, some)])
    equal = pf.arith(p(1) == 1 / m, pf.arith(m * p(1) == 1, constant, sum_, whole), inverse, multipliers=[p(1), 1 / m])
    same, minima = conclusion.args
    (N,), _, _ = pf.intro(same)
    loss = lam(j, ell(N)(j))
    scaled = lam(j, 1 / m * ell(N)(j))
    terms = equal_sums(pf, one, m, lam(j, p(j) * ell(N)(j)), scaled, lambda q, *bounds: pf.arith(
        p(q) * ell(N)(q) == scaled(q), share(q, *bounds), equal, multipliers=[ell(N)(q)]))  # fmt: skip
    factor = sums_scaled(pf).apply(1, m, loss, 1 / m, using=[nonempty])
    risks = pf.conclude(same, [N], pf.arith(total(j, 1, m, p(j) * ell(N)(j)) == total(j, 1, m, loss(j)) / m, terms,
                                            factor, inverse))  # fmt: skip
    (N,), _, both = pf.intro(minima)
    forth, back = both.args

    def moved(way: Term) -> Fact:
        """From one minimum to the other."""
        given = pf.assume(way.args[0])
        (O,), (within,), smaller = pf.intro(way.args[1].args[1])
        known = given.right.apply(O, using=[within])
        below = pf.conclude(way.args[1].args[1], [O], pf.arith(smaller, known, risks(N), risks(O)))
        return pf.implication(given.formula, pf.both(given.left, below))

    whole_ = pf.conclude(minima, [N], pf.both(moved(forth), moved(back)))
    return pf.conclude(goal, variables, pf.both(risks, whole_))


@claim.satisfied(printed)
def one_point(pf: Proof, formula: Term) -> Fact:
    """One point and no loss."""
    q = pf.fresh("N", "V")
    ones, none, all_ = lam(j, term(1)), lam(N, j, term(0)), lam(N, term(0) <= 0)
    sums = [pf.lemma("sum_empty", 1, 0, lam(j, ones(j))), pf.lemma("sum_step", 1, 0, lam(j, ones(j)))]
    nonnegative = pf.general(q, under(pf, all_(q), lambda _: over(pf, 1, term(1), lambda k, _: pf.arith(
        none(q)(k) >= 0), "j")))  # fmt: skip
    return pf.exhibit(
        formula, [1, ones, none, all_], over(pf, 1, term(1), lambda k, _: pf.arith(ones(k) >= 0), "j"),
        pf.arith(total(j, 1, 1, ones(j)) == 1, *sums), over(pf, 1, term(1), lambda e, _: over(
            pf, 1, term(1), lambda k, _: pf.ring(ones(e), ones(k)), "j")), nonnegative)  # fmt: skip


@claim.instances
def two_points(rng, count):
    """Probabilities u and v = 1 - u of two points, in sixteenths, equal in half of the cases, and losses a and b."""
    found = {name: dyadic(rng, count, 0, 8, 4) for name in "ab"}
    found["u"] = rng.integers(0, 17, size=count) / 16
    found["u"][::2] = 0.5
    found["v"] = 1 - found["u"]
    return found


claim.mutant("for every distribution", printed, u * a + v * b == (a + b) / 2)
claim.mutant("the sum", printed, implies(u == v, u * a + v * b == a + b))
