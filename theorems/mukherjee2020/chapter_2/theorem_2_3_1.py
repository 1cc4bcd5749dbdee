"""Theorem 2.3.1, the trade-off of depth and size: true, also without its - 1 and for k' > k; counting pieces exactly
gives k' ((w^k + 1)^(1/k') - 1), which is up to twice as much.

The family is that of Theorem 2.3.2: all compositions of k sawtooths with w - 1 nodes each (w = p + 1 in the goals, k1
for k'). It is stated for every member.
"""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import defined, under
from numerics.terms import Term, conj, false, forall, function, implies, integer, log, term
from theorems.claim import Claim
from theorems.mukherjee2020.budgets import power, units, weakly
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import H, for_compositions, k, laps, one_tent_function, p
from theorems.mukherjee2020.sawtooths import Composition, power_positive, tent_facts
from theorems.mukherjee2020.trade_offs import composition_of, lower_bound, represented, root
from theorems.mukherjee2020.triangles import Computes
from theorems.mukherjee2020.uniform import widths_of

v, k1 = function("v", "int->int"), integer("k1")
half = term("1/2")


def for_networks(*conclusion: Term) -> Term:
    """For every network with k1 hidden layers that computes H(k)."""
    return forall(v, k1, implies(conj(k1 >= 1, Computes(v, k1, H(k))), *conclusion))


bound = half * k1 * power(p + 1, k / k1)
size, wide = integer("size"), integer("w")

claim = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.1",
    section="2.3.1",
    family="pwl_networks",
    title="the size of a shallower network",
    uses=["theorem_2_3_2.width", "lemma_2_3_5", "lemma_2_a_7.lower"],
    statement=r"""For all $k \ge 1$ and $w \ge 2$ there is a family of functions, each computed by a ReLU network of
    width $w$ with $k$ hidden layers, such that every network with $k' \le k$ hidden layers that computes a member has
    size at least $\frac12 k' w^{k/k'} - 1$.""",
)
printed = claim.variant(
    "printed",
    for_compositions(conj(Computes(widths_of(p + 1), k, H(k)), for_networks(k1 <= k, units(v, k1) >= bound - 1))),
    expect="proved",
    why="H has more than w^k pieces, and k' layers of widths v_1, ..., v_k' have at most the product of the v_i + 1.",
    observed=(term(2) * (size + 1) / k1) ** k1 >= wide**k,
)
sharpened = claim.variant(
    "sharpened",
    for_compositions(for_networks(units(v, k1) >= bound)),
    expect="proved",
    why="Nothing is lost in the count (v + 1 <= 2 v), and nothing needs k' <= k.",
    observed=(term(2) * size / k1) ** k1 >= wide**k,
)

sharp = Claim(
    "mukherjee2020",
    "theorem",
    "2.3.1",
    slug="sharp",
    section="2.3.1",
    family="pwl_networks",
    title="the size of a shallower network, by the product of v_i + 1",
    uses=["theorem_2_3_1", "lemma_2_a_6"],
    statement=r"""Every network with $k' \ge 1$ hidden layers that computes $H_{\mathbf a^1, \dots, \mathbf a^k}$ has
    size at least $k' ((w^k + 1)^{1/k'} - 1)$. For $k' \le k$ this is more than $\frac12 k' w^{k/k'}$. (Here $w = p +
    1$.)""",
)
by_product = sharp.variant(
    "printed",
    for_compositions(for_networks(conj(
        units(v, k1) >= k1 * (root(laps + 1, k1) - 1),
        implies(k1 <= k, k1 * (root(laps + 1, k1) - 1) > bound)))),
    expect="proved",
    why="H bends w^k times on the line, at 0 and between its laps; the arithmetic and geometric means of the v_i + 1 "
    "do "
    "the rest.",
    observed=((size + k1) / k1) ** k1 >= wide**k + 1,
)  # fmt: skip


def opened(pf: Proof, goal: Term) -> tuple[list[Term], Composition, Fact, Fact, list[Fact], Term]:
    """The variables of a goal about compositions, what is known of the composition, k >= 1, Composed(H, h, k), the
    other premises, and the conclusion."""
    variables, (positive, some, least, factors, composed, *rest), conclusion = pf.intro(goal)
    c = composition_of(pf, *variables[:6], positive, some, factors, composed)
    return variables, c, least, composed, rest, conclusion


@claim.prove(printed)
def by_counting_pieces(pf: Proof, goal: Term) -> Fact:
    variables, c, least, composed, _, conclusion = opened(pf, goal)
    network = represented(pf, c.p + 1, c.p, c.k, c.M, c.a, c.h, c.H, c.some, least, c.factors, composed)
    (v, k1), (deep, computes, _), wanted = pf.intro(conclusion.args[1])
    size, more = lower_bound(pf, c, least, v, k1, deep, computes, False)
    larger = pf.arith(k1 * (root((c.p + 1) ** c.k + 1, k1) - power(c.p + 1, c.k / k1)) >= 0, more, deep)
    bounded = pf.conclude(conclusion.args[1], [v, k1], pf.arith(wanted, size, larger))
    return pf.conclude(goal, variables, pf.both(network, bounded))


@claim.prove(sharpened)
def with_a_unit_in_each_layer(pf: Proof, goal: Term) -> Fact:
    variables, c, least, _, (deep, computes), conclusion = opened(pf, goal)
    v, k1 = variables[6:]
    size, more = lower_bound(pf, c, least, v, k1, deep, computes, False)
    larger = pf.arith(k1 * (root((c.p + 1) ** c.k + 1, k1) - power(c.p + 1, c.k / k1)) >= 0, more, deep)
    return pf.conclude(goal, variables, pf.arith(conclusion, size, larger))


@sharp.prove(by_product)
def by_means(pf: Proof, goal: Term) -> Fact:
    variables, c, least, _, (deep, computes), _ = opened(pf, goal)
    v, k1 = variables[6:]
    size, more = lower_bound(pf, c, least, v, k1, deep, computes, True)
    w, k = c.p + 1, c.k
    r, t = root(w**k + 1, k1), power(w, k / k1)

    def beyond(shallow: Fact) -> Fact:
        """w^(k/k1) >= w >= 2, so k1 (r - 1) > k1 (t - 1) >= k1 t / 2."""
        inverse = pf.lemma("inverse", k1, using=[pf.arith(k1 > 0, deep)])
        ratio = pf.arith(k / k1 >= 1, pf.arith(1 / k1 * (k - k1) >= 0, shallow, pf.arith(1 / k1 > 0, inverse, deep)),
                         inverse)  # fmt: skip
        positive = pf.absurd(
            log(w) >= 0,
            lambda no: pf.arith(
                false,
                pf.lemma("exp_monotone", log(w), 0, using=[pf.arith(log(w) < 0, no)]),
                pf.lemma("exp_zero"),
                value,
                c.some,
            ),
        )
        exponent = pf.arith(log(w) <= k / k1 * log(w), pf.arith((k / k1 - 1) * log(w) >= 0, ratio, positive))
        wide = pf.arith(t >= 2, weakly(pf, log(w), k / k1 * log(w), exponent), value, c.some)
        return pf.arith(
            k1 * (r - 1) > half * k1 * t,
            pf.arith(k1 * (r - t) > 0, more, deep),
            pf.arith(k1 * (t - 2) >= 0, wide, deep),
        )

    value = pf.lemma("exp_log", w, using=[pf.arith(w > 0, c.some)])
    return pf.conclude(goal, variables, pf.both(size, under(pf, k1 <= k, beyond)))


@sharp.defined(by_product)
def with_some_laps(pf: Proof, formula: Term) -> Fact:
    def leaf(part: Term, facts: list[Fact]) -> Fact | None:
        if part.op == "<" and part.args[1].op == "+" and part.args[1].args[0].op == "^":
            base, exponent = part.args[1].args[0].args
            laps = power_positive(pf, base, pf.find(base >= 1, facts)).apply(exponent, using=facts)
            return pf.arith(part, laps)
        return None

    return defined(pf, formula, leaf)


@claim.satisfied(sharpened)
def a_net_for_the_tent(pf: Proof, formula: Term) -> Fact:
    return tent_and_net(pf, formula)


claim.satisfied(printed)(one_tent_function)
sharp.satisfied(by_product)(a_net_for_the_tent)


def tent_and_net(pf: Proof, formula: Term) -> Fact:
    """The tent, and the network of two units that Theorem 2.3.2 makes for it."""
    terms, facts = tent_facts(pf)
    M, p, k, a, h, H = terms
    computes = represented(pf, p + 1, p, k, M, a, h, H, pf.arith(p >= 1), pf.arith(k >= 1), *facts)
    return pf.exhibit(formula, [*terms, widths_of(p + 1), 1], *facts, computes)


@claim.instances
def least_sizes(rng, n):
    """w, k and k' <= k with w^k <= 256, and the least size of k' layers whose widths v_i have a product of the v_i + 1
    above w^k, by search: no network that computes H can be smaller."""
    shapes = [(w, k, k1) for w in range(2, 17) for k in range(1, 9) if w**k <= 256 for k1 in range(1, k + 1)]
    rows = np.array([(w, k, k1, least_size(w**k + 1, k1)) for w, k, k1 in shapes], dtype="float64")
    chosen = np.concatenate([np.arange(len(rows)), rng.integers(0, len(rows), size=max(n - len(rows), 0))])[:n]
    return dict(zip(("w", "k", "k1", "size"), rows[chosen].T, strict=True))


def least_size(pieces: int, layers: int) -> int:
    """The least sum of so many positive integers v_i for which the product of the v_i + 1 is at least ``pieces``: they
    differ by at most one."""
    size = layers
    while True:
        low, more = divmod(size, layers)
        if (low + 2) ** more * (low + 1) ** (layers - more) >= pieces:
            return size
        size += 1


sharp.instances(least_sizes)
claim.mutant("k' w^(k/k')", printed, (size / k1) ** k1 >= wide**k)
claim.mutant("k' w^(k/k') - 1", printed, ((size + 1) / k1) ** k1 >= wide**k)
claim.mutant("k' w^(k/k')", sharpened, (size / k1) ** k1 >= wide**k)
claim.mutant("k' (w^k + 1)^(1/k') / 2 + 1", sharpened, (term(2) * (size - 1) / k1) ** k1 >= wide**k + 1)
sharp.mutant("k' (w^k + 1)^(1/k')", by_product, (size / k1) ** k1 >= wide**k + 1)
sharp.mutant("one piece more", by_product, ((size + k1) / k1) ** k1 >= wide**k + 2)
