"""Equation (2.15), a flap to the right is one ReLU unit: true for every slope, whatever sgn(0) is."""

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.terms import Term, absolute, conj, exists, forall, function, integer, lam, maximum, real, total
from theorems.claim import Claim
from theorems.mukherjee2020.flaps import by_signs, in_each_case, right_flap, sign

claim = Claim(
    "mukherjee2020",
    "equation",
    "2.15",
    section="2.A",
    family="pwl_networks",
    title="a flap to the right is one unit",
    statement=r"""For all $a, r \in \mathbb R$ the function that is $0$ for $x \le a$ and $r (x - a)$ for $x > a$ equals
    $\mathrm{sgn}(r) \max\{|r| (x - a), 0\}$, so a ReLU network with one hidden unit computes it.""",
)

a, r, x, z, beta, j = real("a"), real("r"), real("x"), real("z"), real("beta"), integer("j")
v, w, c = function("v", "int->real"), function("w", "int->real"), function("c", "int->real")


def unit(r: Term, a: Term, x: Term, at_zero: Term) -> Term:
    """sgn(r) max(|r| (x - a), 0); ``at_zero`` is sgn(0)."""
    return sign(r, at_zero) * maximum(absolute(r) * (x - a), 0)


def one_unit(f: Term) -> Term:
    """Some two-layer network with one hidden unit computes f."""
    return exists(v, w, c, beta, forall(x, f(x) == beta + total(j, 1, 1, v(j) * maximum(0, w(j) * x + c(j)))))


printed = claim.variant(
    "printed",
    forall(a, r, z, conj(forall(x, right_flap(r, a, x) == unit(r, a, x, z)), one_unit(lam(x, right_flap(r, a, x))))),
    expect="proved",
    why="For r > 0 and r < 0 both sides are r (x - a) beyond a; for r = 0 both are 0, whatever value sgn(0) has.",
    observed=right_flap(r, a, x) == unit(r, a, x, z),
)


@claim.prove(printed)
def by_the_sign_of_the_slope(pf: Proof, goal: Term) -> Fact:
    (a, r, z), _, conclusion = pf.intro(goal)
    y = pf.fresh("x", "real")
    argument = absolute(r) * (y - a)
    formula = right_flap(r, a, y) == unit(r, a, y, z)
    equal = by_signs(pf, formula, r, z, argument, y <= a)
    network = as_network(pf, conclusion.args[1], y, equal, sign(r, z), absolute(r), -absolute(r) * a)
    return pf.conclude(goal, [a, r, z], pf.both(pf.general(y, equal), network))


def as_network(pf: Proof, goal: Term, y: Term, equal: Fact, weight: Term, slope: Term, shift: Term) -> Fact:
    """The network 0 + weight max(0, slope y + shift), from f(y) = weight max(slope y + shift, 0), where y is new."""
    v, w, c = lam(j, weight + 0 * j), lam(j, slope + 0 * j), lam(j, shift + 0 * j)
    summand = lam(j, v(j) * maximum(0, w(j) * y + c(j)))
    sums = pf.lemma("sum_step", 1, 0, summand), pf.lemma("sum_empty", 1, 0, summand)
    flap, output = equal.formula.args
    argument = output.args[-1].args[0]
    same = maximum(0, w(1) * y + c(1)) == maximum(argument, 0)
    equation = pf.ring(w(1) * y + c(1), argument)
    sides = pf.lemma("max", 0, w(1) * y + c(1)), pf.lemma("max", argument, 0)
    swapped = in_each_case(pf, sides, lambda *known: pf.arith(same, equation, *known))
    value = pf.arith(flap == 0 + total(j, 1, 1, summand(j)), equal, *sums, swapped, multipliers=[weight])
    return pf.witness(goal, v, w, c, 0, pf.general(y, value))


@claim.instances
def slopes(rng, n):
    """Slopes of both signs and 0, sgn(0) in {-1, 0, 1}, points on both sides of the breakpoint and on it."""
    at_break = rng.random(n) < 0.1
    a = dyadic(rng, n, -8, 8)
    return {"a": a, "r": dyadic(rng, n, -8, 8, bits=2), "x": a + dyadic(rng, n, -8, 8) * ~at_break,
            "z": rng.integers(-1, 2, size=n).astype("float64")}  # fmt: skip


slopes.free = {"a", "r", "x", "z"}
claim.mutant("without the sign", printed, right_flap(r, a, x) == maximum(absolute(r) * (x - a), 0))
claim.mutant("without the absolute value", printed, right_flap(r, a, x) == sign(r, z) * maximum(r * (x - a), 0))
