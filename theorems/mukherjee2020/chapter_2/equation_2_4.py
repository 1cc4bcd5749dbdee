"""Equation (2.4), output weights absorbed into signs: true for all real weights, whatever sgn(0) is."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    absolute,
    conj,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    real,
    term,
    total,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.training import Input, Output, Signs, absorbed, sign, signed_form

claim = Claim(
    "mukherjee2020", "equation", "2.4", section="2.4", family="landscape",
    title="homogeneity absorbs the output weights",
    statement=r"""For $n, w \ge 1$, $a'_i, b_i \in \mathbb R$ and $a^i \in \mathbb R^n$ the function $\sum_{i=1}^w a'_i
    \max\{0, a^i \cdot x + b_i\}$ on $\mathbb R^n$ is $\sum_{i=1}^w \mathrm{sgn}(a'_i) \max\{0, |a'_i| a^i \cdot x +
    |a'_i| b_i\}$. So the family of these functions is that of $\sum_{i=1}^w s_i \max\{0, \tilde a^i \cdot x +
    \tilde b_i\}$ with $\tilde a^i \in \mathbb R^n$, $\tilde b_i \in \mathbb R$ and $s_i \in \{-1, 1\}$.""",
)  # fmt: skip

w, n, i, k, z = integer("w"), integer("n"), integer("i"), integer("k"), real("z")
v, s, b, c, x = (function(name, "int->real") for name in ("v", "s", "b", "c", "x"))
a, d = function("a", "int->int->real"), function("d", "int->int->real")
absorbing = total(i, 1, w, sign(v(i), z) * maximum(0, Input(lam(k, absolute(v(i)) * a(i)(k)), absolute(v(i)) * b(i), x,
                                                           n)))  # fmt: skip
r, q, at_zero = real("r"), real("q"), real("at_zero")  # one unit: output weight, input, sgn(0)

printed = claim.variant(
    "printed", forall(w, n, v, a, b, implies(conj(w >= 1, n >= 1), conj(
        forall(z, x, Output(v, a, b, w, n, x) == absorbing),
        exists(s, d, c, conj(Signs(s, w), forall(x, Output(v, a, b, w, n, x) == Output(s, d, c, w, n, x))))))),
    expect="proved",
    why="max(0, .) commutes with factors |a'| >= 0; for a' = 0 both sides are 0, and any sign serves.",
    observed=r * maximum(0, q) == sign(r, at_zero) * maximum(0, absolute(r) * q),
)  # fmt: skip


@claim.prove(printed)
def by_homogeneity(p: Proof, goal: Term) -> Fact:
    (w, n, v, a, b), (_, dimension), conclusion = p.intro(goal)
    z, x = p.fresh("z", "real"), p.fresh("x", "int->real")

    def equal(at_zero: Term) -> Fact:
        f = lam(i, v(i) * maximum(0, Input(a(i), b(i), x, n)))
        g = lam(i, sign(v(i), at_zero) * maximum(0, Input(
            lam(k, absolute(v(i)) * a(i)(k)), absolute(v(i)) * b(i), x, n)))  # fmt: skip
        return equal_sums(p, term(1), w, f, g, lambda i, *_: absorbed(p, v(i), at_zero, a(i), b(i), x, n, dimension))

    s, d, c, signs, same = signed_form(p, v, a, b, w, n, dimension)
    family = p.witness(conclusion.args[1], s, d, c, p.both(signs, same))
    first = p.general(z, x, equal(z))
    return p.conclude(goal, [w, n, v, a, b], p.both(p.prove(conclusion.args[0], first), family))


@claim.satisfied(printed)
def one_unit(p: Proof, formula: Term) -> Fact:
    zero = lam(i, term(0))
    return p.exhibit(formula, [1, 1, zero, lam(i, k, term(0)), zero])


@claim.instances
def weights_and_inputs(rng, count):
    """Output weights and inputs of both signs and 0; sgn(0) in {-1, 0, 1}."""
    found = {"r": rng.integers(-6, 7, size=count) / 4, "q": rng.integers(-6, 7, size=count) / 8,
             "at_zero": rng.integers(-1, 2, size=count)}  # fmt: skip
    return {name: np.asarray(values, dtype="float64") for name, values in found.items()}


weights_and_inputs.free = {"r", "q", "at_zero"}
claim.mutant("without the sign", printed, r * maximum(0, q) == maximum(0, absolute(r) * q))
claim.mutant("without the absolute value", printed, r * maximum(0, q) == sign(r, at_zero) * maximum(0, r * q))
