"""Theorem 2.3.7, the facts about zonotopes: part 1 misses a factor 2, with which it is true; parts 2 and 3 are true."""

from numerics.derive import Fact, Proof
from numerics.terms import Term, absolute, dot, forall, function, implies, integer, lam, total, vector
from theorems.claim import Claim
from theorems.mukherjee2020.zonotopes import Support
from theorems.mukherjee2020.zonotope_space import supported

m, i = integer("m"), integer("i")
b = function("b", "int->V")
r = vector("r")
widths = lam(r, total(i, 1, m, absolute(dot(r, b(i)))))

part_3 = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_3", section="2.3.2", family="zonotopes",
    title="support function is sum of absolute values", uses=["definition_7"],
    statement=r"""The support function of the zonotope of $b^1, \dots, b^m$ is
    $\gamma_Z(r) = |\langle r, b^1\rangle| + \dots + |\langle r, b^m\rangle|$.""",
)  # fmt: skip

printed = part_3.variant(
    "printed", forall(m, b, implies(m >= 1, Support(widths, m, b))), expect="proved",
    why="Each coefficient lambda_i serves <r, b^i> alone, and is best at its sign.",
)  # fmt: skip


@part_3.prove(printed)
def term_by_term(p: Proof, goal: Term) -> Fact:
    (m, b), (some,), conclusion = p.intro(goal)
    return p.conclude(goal, [m, b], supported(p, m, b, some))
