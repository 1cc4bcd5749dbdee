"""Equation (2.16), a flap to the left is one ReLU unit: true for every slope, whatever sgn(0) is."""

from numerics.derive import Fact, Proof
from numerics.terms import Term, absolute, conj, forall, lam, maximum, real
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.equation_2_15 import as_network, one_unit, slopes
from theorems.mukherjee2020.flaps import by_signs, left_flap, sign

claim = Claim(
    "mukherjee2020",
    "equation",
    "2.16",
    section="2.A",
    family="pwl_networks",
    title="a flap to the left is one unit",
    statement=r"""For all $a, t \in \mathbb R$ the function that is $t (x - a)$ for $x \le a$ and $0$ for $x > a$ equals
    $-\mathrm{sgn}(t) \max\{-|t| (x - a), 0\}$, so a ReLU network with one hidden unit computes it.""",
)

a, t, x, z = real("a"), real("t"), real("x"), real("z")


def unit(t: Term, a: Term, x: Term, at_zero: Term) -> Term:
    """-sgn(t) max(-|t| (x - a), 0); ``at_zero`` is sgn(0)."""
    return -sign(t, at_zero) * maximum(-absolute(t) * (x - a), 0)


printed = claim.variant(
    "printed",
    forall(a, t, z, conj(forall(x, left_flap(t, a, x) == unit(t, a, x, z)), one_unit(lam(x, left_flap(t, a, x))))),
    expect="proved",
    why="For t > 0 and t < 0 both sides are t (x - a) up to a; for t = 0 both are 0, whatever value sgn(0) has.",
    observed=left_flap(t, a, x) == unit(t, a, x, z),
)


@claim.prove(printed)
def by_the_sign_of_the_slope(pf: Proof, goal: Term) -> Fact:
    (a, t, z), _, conclusion = pf.intro(goal)
    y = pf.fresh("x", "real")
    argument = -absolute(t) * (y - a)
    formula = left_flap(t, a, y) == unit(t, a, y, z)
    equal = by_signs(pf, formula, t, z, argument, y <= a)
    return pf.conclude(goal, [a, t, z], pf.both(pf.general(y, equal), as_network(
        pf, conclusion.args[1], y, equal, -sign(t, z), -absolute(t), absolute(t) * a)))  # fmt: skip


@claim.instances
def both_slopes(rng, n):
    """As for (2.15)."""
    found = slopes(rng, n)
    return {"t": found.pop("r"), **found}


both_slopes.free = {"a", "t", "x", "z"}
claim.mutant(
    "without the sign before sgn", printed, left_flap(t, a, x) == sign(t, z) * maximum(-absolute(t) * (x - a), 0)
)
claim.mutant("as in (2.15)", printed, left_flap(t, a, x) == sign(t, z) * maximum(absolute(t) * (x - a), 0))
