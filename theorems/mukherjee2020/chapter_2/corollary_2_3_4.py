"""Corollary 2.3.4, k^2 layers against k: true, with k^3 units against (k^(k+1))/2 - 1 (and not even the - 1 is needed).

For k = 1 a layer has one unit, and no sawtooth is so narrow: one unit computes max(0, x). The size of the parameter
space that it prints is a separate claim, ``corollary_2_3_3.dimension``.
"""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, power_of_exp
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    exp,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    log,
    real,
    term,
)
from theorems.claim import Claim
from theorems.mukherjee2020.budgets import units
from theorems.mukherjee2020.chapter_2.theorem_2_3_1 import least_size
from theorems.mukherjee2020.pwl import Composed, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import Composition, power_positive, tent_facts
from theorems.mukherjee2020.trade_offs import (
    composition_of,
    lower_bound,
    represented,
    root,
    uniform_units,
)  # fmt: skip
from theorems.mukherjee2020.triangles import Computes, one_unit
from theorems.mukherjee2020.uniform import compositions_exist, widths_of

k, M, j = integer("k"), real("M"), integer("j")
a, h, H = function("a", "int->int->real"), function("h", "int->real->real"), function("H", "int->real->real")
v, f = function("v", "int->int"), function("f", "real->real")
half = term("1/2")
size = integer("size")

claim = Claim(
    "mukherjee2020",
    "corollary",
    "2.3.4",
    section="2.3.1",
    family="pwl_networks",
    title="k^2 layers against k layers",
    uses=["theorem_2_3_1", "corollary_2_3_3"],
    statement=r"""For every $k \ge 1$ there is a family of functions, each computed by a ReLU network with $k^2$
    hidden layers and $k^3$ units, such that every network with $k$ hidden layers that computes a member needs at
    least $\frac12 k^{k+1} - 1$ units. (For $k \ge 2$: the compositions of $k^2$ sawtooths with $k - 1$ nodes each.)""",
)


def for_family(*conclusion: Term) -> Term:
    """For k >= 2 and every composition of k^2 sawtooths with k - 1 nodes each."""
    return forall(k, M, a, h, H, implies(
        conj(k >= 2, M > 0, every(j, 1, k * k, conj(Simplex(a(j), k - 1, M), Sawtooth(h(j), a(j), k - 1, M))), Composed(
            H, h, k * k)), *conclusion))  # fmt: skip


one_each = lam(j, term(1))  # widths of 1


def for_one_layer(f: Term) -> Term:
    """k = 1: one unit computes f, and a net of one layer that does so has at least 1/2 - 1 units."""
    return conj(Computes(one_each, 1, f), units(one_each, term(1)) == 1, forall(v, implies(
        Computes(v, 1, f), units(v, term(1)) >= half - 1)))  # fmt: skip


def for_k_layers(bound: Term) -> Term:
    """Every network with k hidden layers that computes H(k^2) has at least so many units."""
    return forall(v, implies(Computes(v, k, H(k * k)), units(v, k) >= bound))


represents = conj(Computes(widths_of(k), k * k, H(k * k)), units(widths_of(k), k * k) == k**3)
printed = claim.variant(
    "printed",
    conj(for_family(conj(represents, for_k_layers(half * k ** (k + 1) - 1))), exists(f, for_one_layer(f))),
    expect="proved",
    why="Theorem 2.3.1 with w = k, k^2 layers and k' = k: k' w^(k^2/k') = k k^k.",
    observed=2 * size >= k ** (k + 1) - 2,
)
sharpened = claim.variant(
    "sharpened",
    for_family(conj(represents, for_k_layers(k ** (k + 1) - k + 1))),
    expect="proved",
    why="The product of the v_i + 1 exceeds k^(k^2), so that their mean exceeds k^k: nearly twice as many units.",
    observed=size >= k ** (k + 1) - k + 1,
)


def more_than(pf: Proof, k: Term, wide: Fact, c: Composition, computes: Fact, v: Term) -> Fact:
    """S > k (k^k - 1) for a network of k layers that computes H(k^2)."""
    deep = pf.arith(c.k >= 1, pf.arith(k * k >= 2 * k, wide), wide)
    some = pf.arith(k >= 1, wide)
    size, root_above = lower_bound(pf, c, deep, v, k, some, computes, True)
    base = pf.ring(k - 1 + 1, k)
    root_above, size = pf.rewrite(root_above, base), pf.rewrite(size, base)
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, some)])
    y = real("x")
    exponent = pf.congruent(lam(y, exp(y)), pf.arith(k * k / k * log(k) == k * log(k), inverse, multipliers=[
        k * log(k)]))  # fmt: skip
    power_ = power_of_exp(
        pf, k, pf.lemma("exp_log", k, using=[pf.arith(k > 0, some)]), log(k), k, pf.arith(k >= 0, some)
    )
    r = root(k ** (k * k) + 1, k)
    return pf.arith(
        units(v, k) > k * (k**k - 1),
        size,
        pf.arith(k * (r - k**k) > 0, pf.arith(r > k**k, root_above, exponent, power_), some),
    )


def family(pf: Proof, goal: Term, small: bool) -> Fact:
    """The goal about the family, with the printed bound (``small``) or the sharper one."""
    variables, (wide, positive, factors, composed), conclusion = pf.intro(goal, premises=1)
    k, M, a, h, H = variables
    K, some = k * k, pf.arith(k >= 1, wide)
    c = composition_of(pf, M, k - 1, K, a, h, H, positive, pf.arith(k - 1 >= 1, wide), factors, composed)
    deep = pf.arith(K >= 1, pf.arith(K >= 2 * k, wide), wide)
    network = represented(pf, k, k - 1, K, M, a, h, H, c.some, deep, factors, composed)
    count = pf.arith(units(widths_of(k), K) == k**3, uniform_units(pf, k, K, pf.arith(K >= 0, deep)))
    (v,), (computes,), wanted = pf.intro(conclusion.args[1])
    many = more_than(pf, k, wide, c, computes, v)
    power_ = pf.lemma("power_step", k, k, using=[pf.arith(k >= 0, wide)])
    if small:
        laps = power_positive(pf, k, some).apply(k - 1, using=[pf.arith(k - 1 >= 0, wide)])
        longer = pf.rewrite(pf.lemma("power_step", k, k - 1, using=[pf.arith(k - 1 >= 0, wide)]), pf.ring(k - 1 + 1, k))
        two = pf.arith(k**k >= 2, longer, pf.arith(k * (k ** (k - 1) - 1) >= 0, laps, some), wide)
        last = pf.arith(wanted, many, power_, pf.arith(k * (k**k - 2) >= 0, two, some))
    else:
        last = pf.arith(wanted, pf.arith(units(v, k) >= k * (k**k - 1) + 1, many), power_)
    bounded = pf.conclude(conclusion.args[1], [v], last)
    return pf.conclude(goal, variables, pf.both(pf.both(network, count), bounded))


@claim.prove(printed)
def from_the_trade_off(pf: Proof, goal: Term) -> Fact:
    several, single = goal.args
    whole = family(pf, several, True)
    return pf.both(whole, one_layer(pf, single))


def one_layer(pf: Proof, single: Term) -> Fact:
    """The statement for k = 1, by the function max(0, x)."""
    widths, f, unit = one_unit(pf, term(1), term(0), term(1), term(0))
    least = instance_of(single, f).args[1].args[1]
    (v,), (computes,), wanted = pf.intro(least)
    large = pf.conclude(least, [v], pf.arith(wanted, size_of_one_layer(pf, v, computes)))
    one = pf.compute(units(widths, term(1)) == 1)
    return pf.witness(single, f, pf.both(unit, one, large))


def size_of_one_layer(pf: Proof, v: Term, computes: Fact) -> Fact:
    """The size of one hidden layer is at least 1."""
    mark = pf.opened
    *_, facts = pf.obtain(pf.open_definition(computes), "z", "W", "b", "c", "beta")
    wide = pf.open_definition(facts.left).split()[1].apply(1, using=[])
    one = pf.rewrite(pf.lemma("sum_step", 1, 0, lam(j, v(j))), pf.ring(term(0) + 1, 1))
    empty = pf.lemma("sum_empty", 1, 0, lam(j, v(j)))
    return pf.close(pf.arith(units(v, term(1)) >= 1, one, empty, wide), mark)


@claim.prove(sharpened)
def by_the_mean(pf: Proof, goal: Term) -> Fact:
    return family(pf, goal, False)


@claim.satisfied(printed, sharpened)
def four_tents(pf: Proof, formula: Term) -> Fact:
    """k = 2: the tent, four times."""
    return four_compositions(pf, formula, lambda M, a, h, H: [2, M, a, h, H], term(2) * 2)


def four_compositions(pf: Proof, formula: Term, terms: Callable[..., list], four: Term, *more: Fact) -> Fact:
    """Exhibit the composition of four tents: ``terms`` orders its parts, ``four`` spells 4."""
    (M, _, _, a, h, _), facts = tent_facts(pf)
    tent, n = h(1), integer("n")
    mark = pf.opened
    H, composed = pf.obtain(compositions_exist(pf).apply(lam(j, tent), 4, using=[]), "H")
    composed = pf.step("equality", [pf.ring(4, four), composed], [lam(n, Composed(H, lam(j, tent), n))])
    one = pf.step("equality", [pf.ring(1, term(2) - 1), facts[0].apply(1, using=[])], [lam(n, conj(
        Simplex(a(1), n, M), Sawtooth(tent, a(1), n, M)))])  # fmt: skip
    factors = over(pf, 1, four, lambda j, _: one, "j")
    return pf.close(pf.exhibit(formula, terms(M, a, lam(j, tent), H), factors, composed, *more), mark)


@claim.instances
def least_sizes(rng, n):
    """k = 2, 3, 4, and the least size of k layers whose widths v_i have a product of the v_i + 1 above k^(k^2)."""
    rows = np.array([(k, least_size(k ** (k * k) + 1, k)) for k in (2, 3, 4)], dtype="float64")
    chosen = np.concatenate([np.arange(3), rng.integers(0, 3, size=max(n - 3, 0))])[:n]
    return dict(zip(("k", "size"), rows[chosen].T, strict=True))


claim.mutant("k^(k+1)", printed, size >= k ** (k + 1))
claim.mutant("k^(k+1) - 1", printed, size >= k ** (k + 1) - 1)
claim.mutant("one more", sharpened, size >= k ** (k + 1) - k + 2)
claim.mutant("k^(k+1) - 1", sharpened, size >= k ** (k + 1) - 1)
