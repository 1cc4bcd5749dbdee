"""Corollary 2.3.3, k^(1+eps) layers against k: true wherever k^(1+eps) is an integer, with k^(k^eps) for the printed
k^eps, and for all eps after rounding up; but the family has k^(2+eps) - k^(1+eps) parameters, not k^(2+eps) - 1.

The exponent eps of the printed lower bound is k^eps in the special case that follows it, Corollary 2.3.4. For k = 1 a
layer has one unit, which computes max(0, x).
"""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import power_of_exp
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    exp,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    log,
    real,
    term,
)
from theorems.claim import Claim
from theorems.mukherjee2020.budgets import power, two_to, units, weakly
from theorems.mukherjee2020.chapter_2.corollary_2_3_4 import for_one_layer, four_compositions, one_layer
from theorems.mukherjee2020.chapter_2.theorem_2_3_1 import least_size
from theorems.mukherjee2020.pwl import Composed, Sawtooth, Simplex
from theorems.mukherjee2020.trade_offs import composition_of, lower_bound, represented, root, uniform_units
from theorems.mukherjee2020.triangles import Computes
from theorems.mukherjee2020.uniform import widths_of

k, K, M, eps, j = integer("k"), integer("K"), real("M"), real("epsilon"), integer("j")
a, h, H = function("a", "int->int->real"), function("h", "int->real->real"), function("H", "int->real->real")
v, f = function("v", "int->int"), function("f", "real->real")
half = term("1/2")
size, tower = integer("size"), real("tower")

claim = Claim(
    "mukherjee2020",
    "corollary",
    "2.3.3",
    section="2.3.1",
    family="pwl_networks",
    title="k^(1+eps) layers against k layers",
    uses=["theorem_2_3_1"],
    statement=r"""For every $k \ge 1$ and $\varepsilon > 0$ there is a family of functions, each computed by a ReLU
    network with $k^{1+\varepsilon}$ hidden layers and $k^{2+\varepsilon}$ units, such that a network with $k$ hidden
    layers that computes a member needs at least $\frac12 k \cdot k^\varepsilon - 1$ units. (For $k \ge 2$, with $K =
    k^{1+\varepsilon}$ an integer: the compositions of $K$ sawtooths with $k - 1$ nodes each.)""",
)


def for_family(depth: Term, *conclusion: Term) -> Term:
    """For k >= 2, eps > 0, K with the given property, and every composition of K sawtooths with k - 1 nodes each."""
    return forall(
        k,
        eps,
        K,
        M,
        a,
        h,
        H,
        implies(
            conj(
                k >= 2,
                eps > 0,
                depth,
                M > 0,
                every(j, 1, K, conj(Simplex(a(j), k - 1, M), Sawtooth(h(j), a(j), k - 1, M))),
                Composed(H, h, K),
            ),
            *conclusion,
        ),
    )


def for_k_layers(bound: Term) -> Term:
    """Every network with k hidden layers that computes H(K) has at least so many units."""
    return forall(v, implies(Computes(v, k, H(K)), units(v, k) >= bound))


printed = claim.variant(
    "printed",
    conj(
        for_family(K == power(k, 1 + eps), conj(
            Computes(widths_of(k), K, H(K)), units(widths_of(k), K) == power(k, 2 + eps),
            for_k_layers(half * k * power(k, eps) - 1))),
        exists(f, for_one_layer(f))),
    expect="proved",
    why="Theorem 2.3.1 with w = k, K layers and k' = k, and k^eps is at least eps.",
    observed=2 * size >= k * (K / k) - 2,
)  # fmt: skip
sharpened = claim.variant(
    "sharpened",
    for_family(K >= power(k, 1 + eps), conj(
        Computes(widths_of(k), K, H(K)), units(widths_of(k), K) == k * K,
        for_k_layers(half * k * power(k, power(k, eps))))),
    expect="proved",
    why="The exponent is k^eps, and rounding k^(1+eps) up to any integer K costs units in proportion only.",
    observed=2 * size >= k * tower,
)  # fmt: skip


def family(pf: Proof, goal: Term, small: bool) -> Fact:
    """The goal about the family, for K = k^(1+eps) and the printed bound (``small``), or for larger K and the tower."""
    variables, (wide, less, depth, positive, factors, composed), conclusion = pf.intro(goal, premises=1)
    k, eps, K, M, a, h, H = variables
    some = pf.arith(k >= 1, wide)
    value = pf.lemma("exp_log", k, using=[pf.arith(k > 0, some)])
    above = pf.lemma("exp_positive", (1 + eps) * log(k))
    deep = pf.arith(K >= 1, pf.arith(K > 0, depth, above))
    c = composition_of(pf, M, k - 1, K, a, h, H, positive, pf.arith(k - 1 >= 1, wide), factors, composed)
    network = represented(pf, k, k - 1, K, M, a, h, H, c.some, deep, factors, composed)
    count = uniform_units(pf, k, K, pf.arith(K >= 0, deep))
    E = exp(eps * log(k))
    whole = pf.rewrite(pf.lemma("exp_sum", log(k), eps * log(k)), pf.ring(log(k) + eps * log(k), (1 + eps) * log(k)))
    whole = pf.arith(power(k, 1 + eps) == k * E, whole, value, multipliers=[E])
    if small:
        more = pf.rewrite(pf.lemma("exp_sum", log(k), (1 + eps) * log(k)), pf.ring(
            log(k) + (1 + eps) * log(k), (2 + eps) * log(k)))  # fmt: skip
        count = pf.arith(units(widths_of(k), K) == power(k, 2 + eps), count, depth, more, value, multipliers=[
            k, exp((1 + eps) * log(k)), 1])  # fmt: skip
    (v,), (computes,), wanted = pf.intro(conclusion.args[1].args[1])
    size, root_above = lower_bound(pf, c, deep, v, k, some, computes, False)
    base = pf.ring(k - 1 + 1, k)
    root_above, size = pf.rewrite(root_above, base), pf.rewrite(size, base)
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, some)])
    unit = pf.arith(1 / k > 0, inverse, some)
    ratio = pf.arith(
        K / k >= E,
        pf.arith(1 / k * (K - k * E) >= 0, pf.arith(K - k * E >= 0, depth, whole), unit),
        pf.arith(1 / k * (k * E) == E, inverse, multipliers=[E]),
    )
    sign = pf.absurd(
        log(k) >= log(term(2)),
        lambda no: pf.arith(
            false,
            pf.lemma("exp_monotone", log(k), log(term(2)), using=[pf.arith(log(k) < log(term(2)), no)]),
            value,
            two_to(pf),
            wide,
        ),
    )
    log_two = pf.tautology(0 < log(term(2)), [])
    exponent = pf.arith(E * log(k) <= K / k * log(k), pf.arith((K / k - E) * log(k) >= 0, ratio, pf.arith(
        log(k) >= 0, sign, log_two)))  # fmt: skip
    tall = weakly(pf, E * log(k), K / k * log(k), exponent)
    r, tower = root(k**K + 1, k), exp(E * log(k))
    bound = pf.arith(units(v, k) >= half * k * tower, size, pf.arith(k * (r - tower) >= 0, pf.arith(
        r >= tower, root_above, tall), some))  # fmt: skip
    if small:
        # k^eps >= eps: exp(t) >= e t, and e log 2 > 1.
        t = eps * log(k)
        tangent = pf.lemma("exp_tangent", t - 1)
        parts = pf.rewrite(pf.lemma("exp_sum", 1, t - 1), pf.ring(1 + (t - 1), t))
        steep = pf.arith(
            E >= exp(term(1)) * t,
            parts,
            pf.arith(exp(term(1)) * exp(t - 1) >= exp(term(1)) * t, tangent, pf.lemma("exp_positive", 1)),
        )
        large = pf.arith(exp(term(1)) * log(k) >= 1, pf.arith(
            exp(term(1)) * log(k) >= exp(term(1)) * log(term(2)), sign, pf.lemma("exp_positive", 1)), pf.tautology(
                1 < exp(term(1)) * log(term(2)), []))  # fmt: skip
        at_least = pf.arith(E >= eps, steep, pf.arith(eps * (exp(term(1)) * log(k) - 1) >= 0, large, less))
        low = weakly(pf, t, E * log(k), pf.arith(t <= E * log(k), pf.arith((E - eps) * log(k) >= 0, at_least, pf.arith(
            log(k) >= 0, sign, log_two))))  # fmt: skip
        last = pf.arith(wanted, bound, pf.arith(k * (tower - E) >= 0, low, some))
    else:
        last = pf.arith(wanted, bound)
    bounded = pf.conclude(conclusion.args[1].args[1], [v], last)
    return pf.conclude(goal, variables, pf.both(network, count, bounded))


@claim.prove(printed)
def from_the_trade_off(pf: Proof, goal: Term) -> Fact:
    several, single = goal.args
    whole = family(pf, several, True)
    return pf.both(whole, one_layer(pf, single))


@claim.prove(sharpened)
def with_a_tower(pf: Proof, goal: Term) -> Fact:
    return family(pf, goal, False)


@claim.satisfied(printed, sharpened)
def four_tents(pf: Proof, formula: Term) -> Fact:
    """k = 2 and eps = 1: the tent, four times."""
    return four_compositions(pf, formula, lambda M, a, h, H: [2, 1, 4, M, a, h, H], term(4), two_squared(pf))


def two_squared(pf: Proof) -> Fact:
    """4 = 2^(1 + 1)."""
    whole = power_of_exp(pf, term(2), two_to(pf), log(term(2)), term(2), pf.arith(term(2) >= 0))
    spelled = pf.congruent(lam(eps, exp(eps)), pf.ring(2 * log(term(2)), (term(1) + 1) * log(term(2))))
    return pf.arith(term(4) == power(term(2), term(1) + 1), whole, spelled)


@claim.instances
def least_sizes(rng, n):
    """k and K with k^(1+eps) = K and k^K <= 2^20, the least size of k layers whose widths v_i have a product of the
    v_i + 1 above k^K, and k^(K/k) = k^(k^eps)."""
    shapes = [(k, K) for k in range(2, 11) for K in range(k + 1, 21) if k**K <= 2**40 and K % k == 0]
    rows = np.array([(k, K, least_size(k**K + 1, k), k ** (K // k)) for k, K in shapes], dtype="float64")
    chosen = np.concatenate([np.arange(len(rows)), rng.integers(0, len(rows), size=max(n - len(rows), 0))])[:n]
    return dict(zip(("k", "K", "size", "tower"), rows[chosen].T, strict=True))


claim.mutant("k k^(k^eps)", printed, size >= k * tower)
claim.mutant("k k^(k^eps) - 1", printed, size >= k * tower - 1)
claim.mutant("twice as many units", sharpened, size >= k * tower)
claim.mutant("twice as many units, less k - 2", sharpened, size >= k * tower - k + 2)

# The parameters.

parameters, exponent = integer("parameters"), integer("exponent")

dimension = Claim(
    "mukherjee2020",
    "corollary",
    "2.3.3",
    slug="dimension",
    section="2.3.1",
    family="pwl_networks",
    title="the number of parameters of the family",
    uses=["corollary_2_3_3", "theorem_2_3_2.distinct_parameters"],
    statement=r"""The family of Corollary 2.3.3 is parametrized by $\bigcup_{M > 0} \Delta_M^{k^{2+\varepsilon} - 1}$:
    besides $M$, it has $k^{2+\varepsilon} - 1$ real parameters. (With $K = k^{1+\varepsilon}$ sawtooths of $k - 1$
    nodes each, it has $K (k - 1)$.)""",
)


def number_of_parameters(count: Term) -> Term:
    """K sawtooths with k - 1 nodes each have so many parameters."""
    return forall(k, eps, K, implies(conj(k >= 2, eps > 0, K == power(k, 1 + eps)), K * (k - 1) == count))


as_printed = dimension.variant(
    "printed",
    number_of_parameters(power(k, 2 + eps) - 1),
    expect="refuted",
    why="A product of K simplices of dimension k - 1 is not one simplex of dimension k K - 1.",
    counterexample="k = 2, eps = 1: four tents have one parameter each, which makes 4, and not 2^3 - 1 = 7.",
    observed=parameters == k**exponent - 1,
)
counted = dimension.variant(
    "repaired",
    number_of_parameters(power(k, 2 + eps) - power(k, 1 + eps)),
    expect="proved",
    why="The set is that of Theorem 2.3.2, the union of (Delta_M^(k-1))^K; no sets of different dimensions are "
    "homeomorphic.",
    observed=parameters == k**exponent - k ** (exponent - 1),
)


@dimension.refute(as_printed)
def by_four_tents(pf: Proof, goal: Term) -> Fact:
    def refuted(claimed: Fact) -> Fact:
        at = claimed.apply(2, 1, 4, using=[two_squared(pf)])
        whole = power_of_exp(pf, term(2), two_to(pf), log(term(2)), term(3), pf.arith(term(3) >= 0))
        spelled = pf.congruent(lam(eps, exp(eps)), pf.ring(3 * log(term(2)), (term(2) + 1) * log(term(2))))
        return pf.arith(false, at, whole, spelled)

    return pf.refute(goal, refuted)


@dimension.prove(counted)
def by_counting_nodes(pf: Proof, goal: Term) -> Fact:
    (k, eps, K), (wide, _, depth), conclusion = pf.intro(goal)
    value = pf.lemma("exp_log", k, using=[pf.arith(k > 0, wide)])
    more = pf.rewrite(pf.lemma("exp_sum", log(k), (1 + eps) * log(k)), pf.ring(
        log(k) + (1 + eps) * log(k), (2 + eps) * log(k)))  # fmt: skip
    return pf.conclude(goal, [k, eps, K], pf.arith(conclusion, depth, more, value, multipliers=[
        k, exp((1 + eps) * log(k)), 1]))  # fmt: skip


@dimension.satisfied(as_printed, counted)
def two_and_one(pf: Proof, formula: Term) -> Fact:
    return pf.exhibit(formula, [2, 1, 4], two_squared(pf))


@dimension.instances
def whole_exponents(rng, n):
    """k <= 6 and 2 + eps = 3, 4, 5: k^(1+eps) sawtooths with k - 1 nodes each."""
    k, exponent = rng.integers(2, 7, n), rng.integers(3, 6, n)
    parameters = k ** (exponent - 1) * (k - 1)
    return {
        "k": k.astype("float64"),
        "exponent": exponent.astype("float64"),
        "parameters": parameters.astype("float64"),
    }


dimension.mutant("M is one more", counted, parameters == k**exponent - k ** (exponent - 1) + 1)
