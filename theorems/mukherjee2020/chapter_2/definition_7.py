"""Definition 7, zonotope and support function: sound; the maxima are attained, the vertices finitely many."""

from numerics.derive import Fact, Proof
from numerics.terms import Term, conj, exists, forall, function, implies, integer, lam, vector
from theorems.claim import Claim
from theorems.mukherjee2020.normal_cones import vertices_counted
from theorems.mukherjee2020.zonotope_space import support_value, supported, widths
from theorems.mukherjee2020.zonotopes import Support, VertexCount

claim = Claim(
    "mukherjee2020", "definition", "7", section="2.3.2", family="zonotopes", title="zonotope and support function",
    statement=r"""The zonotope of $b^1, \dots, b^m$ is the set of all $\lambda_1 b^1 + \dots + \lambda_m b^m$ with
    $-1 \le \lambda_i \le 1$, and its support function $\gamma_Z(r)$ is the maximum of $\langle r, x\rangle$ over it.
    For this to define a function the maximum must exist for every $r$; the number of vertices must be finite, too.""",
)  # fmt: skip

m, N, b, r = integer("m"), integer("N"), function("b", "int->V"), vector("r")
g, h = function("g", "V->real"), function("h", "V->real")

printed = claim.variant(
    "printed", forall(m, b, implies(m >= 1, conj(
        exists(g, Support(g, m, b)),
        forall(g, h, implies(conj(Support(g, m, b), Support(h, m, b)), forall(r, g(r) == h(r)))),
        exists(N, VertexCount(N, m, b))))), expect="proved",
    why="The maximum over each coefficient is attained at its sign, and a maximum is unique; a vertex of m + 1 "
        "generators is u + b' or u - b' for a vertex u of the first m.",
)  # fmt: skip


@claim.prove(printed)
def by_signs(p: Proof, goal: Term) -> Fact:
    (m, b), (some,), conclusion = p.intro(goal)
    above = p.arith(m >= 0, some)
    there, (alike, finite) = conclusion.args[0], conclusion.args[1].args
    first = p.witness(there, widths(m, b), supported(p, m, b, above))
    (g, h, r), given, same = p.intro(alike)
    values = [support_value(p, f, m, b, fact, above)(r) for f, fact in zip((g, h), given, strict=True)]
    second = p.conclude(alike, [g, h, r], p.arith(same, *values))
    third = p.prove(finite, vertices_counted(p, b).apply(m, using=[above]))
    return p.conclude(goal, [m, b], p.both(first, second, third))


@claim.satisfied(printed)
def one_generator(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(integer("i"), vector("x"))])
