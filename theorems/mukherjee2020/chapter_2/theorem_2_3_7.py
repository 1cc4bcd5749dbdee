"""Theorem 2.3.7, the facts about zonotopes: part 1 misses a factor 2, with which it is true; parts 2 and 3 are true."""

from itertools import product

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sampling import integers
from numerics.terms import Term, absolute, forall, function, implies, integer, lam, maximum, real, vector
from theorems.claim import Claim
from theorems.mukherjee2020.zonotope_space import supported, widths
from theorems.mukherjee2020.zonotopes import Support

m, b = integer("m"), function("b", "int->V")

# Part 3.

part_3 = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_3", section="2.3.2", family="zonotopes",
    title="support function is sum of absolute values", uses=["definition_7"],
    statement=r"""The support function of the zonotope of $b^1, \dots, b^m$ is
    $\gamma_Z(r) = |\langle r, b^1\rangle| + \dots + |\langle r, b^m\rangle|$.""",
)  # fmt: skip

t = [real(f"t{k}") for k in (1, 2, 3)]  # the inner products <r, b^i> for m = 3
highest = real("highest")

sum_of_widths = part_3.variant(
    "printed", forall(m, b, implies(m >= 1, Support(widths(m, b), m, b))), expect="proved",
    why="Each coefficient lambda_i serves <r, b^i> alone, and is best at its sign.",
    observed=highest == absolute(t[0]) + absolute(t[1]) + absolute(t[2]),
)  # fmt: skip


@part_3.prove(sum_of_widths)
def term_by_term(p: Proof, goal: Term) -> Fact:
    (m, b), (some,), _ = p.intro(goal)
    return p.conclude(goal, [m, b], supported(p, m, b, p.arith(m >= 0, some)))


@part_3.satisfied(sum_of_widths)
def one_generator(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(integer("i"), vector("x"))])


@part_3.instances
def corners(rng, n):
    """Integer inner products of r with three generators, and the highest of the eight corners' products with r."""
    products = np.stack([integers(rng, n, -9, 9) for _ in range(3)])
    highest = np.max([np.array(signs) @ products for signs in product((-1, 1), repeat=3)], axis=0)
    return {**{f"t{k + 1}": row for k, row in enumerate(products)}, "highest": highest}


part_3.mutant("coefficients between 0 and 1", sum_of_widths, highest == (
    maximum(0, t[0]) + maximum(0, t[1]) + maximum(0, t[2])))  # fmt: skip
