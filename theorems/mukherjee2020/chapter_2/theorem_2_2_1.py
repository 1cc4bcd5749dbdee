"""Theorem 2.2.1, ReLU networks compute exactly the piecewise linear functions, in depth ceil(log2(n + 1)) + 1: true,
given the theorem of Wang and Sun that its proof quotes, and altogether by the formal proof beside this file; different
weights may compute the same function.
"""

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over
from numerics.sampling import dyadic
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    real,
    same,
    some,
    term,
    total,
    vector,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.deep_nets import AffineIn, Greatest, Represents, projection, single, zero_net
from theorems.mukherjee2020.maxima import ceil_log2, logarithms_defined, rounds, sum_of_maxima
from theorems.mukherjee2020.polyhedra import PiecewiseLinear, networks_are_piecewise_linear
from theorems.mukherjee2020.training import Input, Output

claim = Claim(
    "mukherjee2020", "theorem", "2.2.1", section="2.2", family="pwl_networks",
    title="PWL functions and ReLU nets coincide", uses=["equation_2_1", "lemma_2_a_3", "lemma_2_a_4.max"],
    statement=r"""Every function $\mathbb R^n \to \mathbb R$ that a ReLU network computes is piecewise linear in the
    sense of Definition 3, and every piecewise linear function $\mathbb R^n \to \mathbb R$ is computed by a ReLU network
    of depth at most $\lceil\log_2(n + 1)\rceil + 1$. (In the goal, $V$ is the space $\mathbb R^n$ and $x$ are its
    coordinates.)""",
)  # fmt: skip

x, f, M = function("x", "int->V->real"), function("f", "V->real"), function("M", "int->V->real")
ell, count, sign = function("ell", "int->int->V->real"), function("a", "int->int"), function("s", "int->real")
n, k, size, q, t, i, j, P = (integer(name) for name in ("n", "k", "size", "q", "t", "i", "j", "P"))
p, y = vector("p"), function("y", "int->real")
coordinates = forall(y, exists(p, every(i, 1, n, x(i)(p) == y(i))))
shallow = exists(q, t, conj(Represents(single(f), 1, x, n, q, t), q + 1 <= ceil_log2(n + 1) + 1))
is_linear = forall(k, size, implies(Represents(single(f), 1, x, n, k, size), PiecewiseLinear(f, x, n)))
depth, layers, value, wanted = integer("depth"), integer("rounds"), integer("value"), integer("wanted")

printed = claim.variant(
    "printed",
    forall(x, f, n, implies(conj(n >= 1, coordinates), conj(is_linear, implies(PiecewiseLinear(f, x, n), shallow)))),
    expect="reduced",
    why="Each gate cuts each polyhedron in two; conversely f is a signed sum of maxima of n + 1 affine functions: "
        "tournaments side by side.",
    observed=conj(value == wanted, depth <= layers + 1),
)  # fmt: skip
claim.reduce(printed, facts=["wang_sun"], prose="""
    A network computes a piecewise linear function by *networks*. Conversely, by the theorem of Wang and Sun a piecewise
    linear function on R^n is a finite sum of s_j max_{i <= a_j} l_{j,i} with signs s_j, affine functions l_{j,i} and
    1 <= a_j <= n + 1. By *maxima* such a sum is computed by a network of depth at most ceil(log2(n + 1)) + 1.
""")  # fmt: skip


def signed_maxima(conclusion: Term) -> Term:
    """f is a signed sum of P maxima, the j-th one of a(j) <= n + 1 affine functions: so the conclusion holds."""
    return forall(x, f, n, P, sign, count, ell, M, implies(
        conj(n >= 1, P >= 1, every(j, 1, P, either(sign(j) == 1, sign(j) == -1)),
             every(j, 1, P, conj(1 <= count(j), count(j) <= n + 1)),
             every(j, 1, P, every(i, 1, count(j), AffineIn(ell(j)(i), x, n))),
             every(j, 1, P, Greatest(M(j), ell(j), count(j))),
             forall(p, f(p) == total(j, 1, P, sign(j) * M(j)(p)))), conclusion))  # fmt: skip


networks = claim.obligation(printed, "networks", forall(x, f, n, implies(n >= 1, is_linear)))
maxima = claim.obligation(printed, "maxima", signed_maxima(shallow))


@claim.prove(networks)
def by_cutting_polyhedra(pf: Proof, goal: Term) -> Fact:
    values, (dimension, net), _ = pf.intro(goal)
    x, f, n, k, size = values
    fact = networks_are_piecewise_linear(pf).apply(x, n, k, f, size, using=[
        pf.arith(n >= 0, dimension), pf.open_definition(net).right])  # fmt: skip
    return pf.conclude(goal, values, fact)


@claim.prove(maxima)
def by_tournaments(pf: Proof, goal: Term) -> Fact:
    values, given, conclusion = pf.intro(goal)
    x, f, n, P, sign, count, ell, M = values
    dimension, many, _, sizes, lines, tops, sums = given
    L = ceil_log2(n + 1)
    several = pf.arith(n + 1 >= 1, dimension)
    fact = sum_of_maxima(pf).apply(x, n, P, n + 1, ell, M, f, count, sign, using=[
        pf.arith(n >= 0, dimension), many, several, sizes, lines, tops, sums])  # fmt: skip
    low, enough, _ = rounds(pf).apply(n + 1, using=[several]).split()

    def none(no: Fact) -> Fact:
        power = pf.congruent(lam(i, term(2) ** i), pf.arith(L == 0, low, no))
        return pf.arith(false, power, pf.lemma("power_zero", 2), enough, dimension)

    deep = pf.absurd(L >= 1, none)
    t, net = pf.obtain(fact, "t")
    whole = pf.restate(pf.both(deep, net), Represents(single(f), 1, x, n, L, t))
    return pf.conclude(goal, values, pf.exhibit(conclusion, [L, t], whole))


@claim.defined(printed, maxima)
def logarithms(pf: Proof, formula: Term) -> Fact:
    return logarithms_defined(pf, formula)


@claim.satisfied(networks)
def one_gate(pf: Proof, formula: Term) -> Fact:
    """The function 0 of a network with one gate."""
    zero, net = zero_net(pf)
    return pf.exhibit(formula, [zero, lam(p, term(0)), 1, 1, 1], net)


@claim.satisfied(maxima)
def the_zero_function(pf: Proof, formula: Term) -> Fact:
    """One maximum of one function, 0."""
    zero, flat, one = lam(i, p, term(0)), lam(p, term(0)), term(1)
    v = pf.fresh("p", "V")
    line = projection(pf).apply(zero, 1, 1, using=[pf.arith(one <= 1)])
    sides = over(pf, 1, one, lambda *_: pf.arith(term(0) <= 0))
    attained = pf.witness(some(i, 1, one, term(0) == term(0)), 1, pf.both(
        pf.both(pf.arith(one <= 1), pf.arith(one <= 1)), pf.ring(0, 0)))  # fmt: skip
    top = pf.restate(pf.general(v, pf.both(sides, attained)), Greatest(flat, zero, one))
    ones = lam(j, one)
    signs = over(pf, 1, one, lambda *_: pf.or_intro(either(one == 1, one == -1), pf.ring(1, 1)))
    sizes = over(pf, 1, one, lambda *_: pf.both(pf.arith(one <= 1), pf.arith(one <= term(1) + 1)))
    lines = over(pf, 1, one, lambda *_: over(pf, 1, one, lambda *_: line))
    tops = over(pf, 1, one, lambda *_: top)
    summand = lam(j, ones(j) * term(0))
    value = pf.general(v, pf.arith(term(0) == total(j, 1, one, summand(j)), pf.lemma(
        "sum_step", 1, 0, summand), pf.lemma("sum_empty", 1, 0, summand)))  # fmt: skip
    return pf.exhibit(formula, [zero, flat, 1, 1, ones, ones, lam(j, zero), zero], signs, sizes, lines, tops, value)


@claim.instances
def signed_sums_of_maxima(rng, number):
    """Signed sums of up to three maxima of n + 1 affine functions of R^n, n <= 4, with integer coefficients; their
    networks, built as in the proof, at an integer point."""
    rows = []
    for _ in range(min(number, 200)):
        n, terms = int(rng.integers(1, 5)), int(rng.integers(1, 4))
        point, value, whole = rng.integers(-5, 6, size=n), 0, None
        for _ in range(terms):
            matrix, shift = rng.integers(-4, 5, size=(n + 1, n)), rng.integers(-4, 5, size=n + 1)
            sign = int(rng.choice([-1, 1]))
            lines = [relu.net([row[None]], [[int(b)]]) for row, b in zip(matrix, shift, strict=True)]
            top = relu.affine_output(relu.maximum(lines), [[sign]], [0])
            whole = top if whole is None else relu.add(whole, top)
            value += sign * int((matrix @ point + shift).max())
        rows.append([whole.depth, n.bit_length(), int(relu.evaluate(whole, point[None])[0, 0]), value])
    drawn = rng.integers(0, len(rows), size=number)
    names = ("depth", "rounds", "value", "wanted")
    return dict(zip(names, np.array(rows, dtype="float64")[drawn].T, strict=True))


claim.mutant("a layer fewer", printed, depth <= layers)
claim.mutant("the number of layers", printed, layers + 1 < depth)

# Networks are functions in Definition 1, so that the theorem's correspondence is one of functions, not of weights.

one_to_one = Claim(
    "mukherjee2020", "theorem", "2.2.1", slug="nonuniqueness", section="2.2", family="pwl_networks",
    title="different weights compute the same function",
    statement=r"""Unit $i$ of a hidden layer may be multiplied by any $\lambda_i > 0$, and the weight behind it divided
    by $\lambda_i$: the function stays. So it is the functions that networks compute which correspond to the
    piecewise linear functions, and not their weights.""",
)  # fmt: skip
scale, w = function("lambda", "int->real"), integer("w")
weights, biases, rows, point = (function("v", "int->real"), function("b", "int->real"),
                                function("a", "int->int->real"), function("x", "int->real"))  # fmt: skip
r, input_ = real("r"), real("u")  # a factor and an input of a gate

rescaled = one_to_one.variant(
    "printed",
    forall(weights, rows, biases, scale, w, n, point, implies(
        conj(n >= 1, w >= 1, every(i, 1, w, scale(i) > 0)),
        Output(weights, rows, biases, w, n, point) == total(i, 1, w, weights(i) / scale(i) * maximum(
            0, scale(i) * Input(rows(i), biases(i), point, n))))),
    expect="proved", why="max{0, t u} = t max{0, u} for t > 0.",
    observed=implies(r > 0, maximum(0, r * input_) == r * maximum(0, input_)),
)  # fmt: skip


@one_to_one.prove(rescaled)
def by_homogeneity(pf: Proof, goal: Term) -> Fact:
    values, (_, _, positive), conclusion = pf.intro(goal)
    weights, rows, biases, scale, w, n, point = values
    inputs = lam(i, Input(rows(i), biases(i), point, n))
    first = lam(i, weights(i) * maximum(0, inputs(i)))
    second = lam(i, weights(i) / scale(i) * maximum(0, scale(i) * inputs(i)))

    def each(e: Term, low: Fact, high: Fact) -> Fact:
        factor = positive.apply(e, using=[low, high])
        u = Input(rows(e), biases(e), point, n)
        inverse = pf.lemma("inverse", scale(e), using=[pf.arith(scale(e) != 0, factor)])
        plain = maximum(0, u)
        homogeneous = pf.by_cases(pf.lemma("max", 0, u), *[lambda g: pf.by_cases(
            pf.lemma("max", 0, scale(e) * u), *[lambda h: homogeneous_case(pf, scale(e), u, factor, g, h)] * 2)] * 2)
        return pf.arith(first(e) == second(e), homogeneous, inverse, multipliers=[
            weights(e) * (1 / scale(e)), weights(e) * plain])  # fmt: skip

    return pf.conclude(goal, values, pf.prove(conclusion, equal_sums(pf, term(1), w, first, second, each)))


def homogeneous_case(pf: Proof, t: Term, u: Term, positive: Fact, plain: Fact, scaled: Fact) -> Fact:
    """max(0, t u) = t max(0, u) for t > 0, from one case of each maximum."""
    goal = maximum(0, t * u) == t * maximum(0, u)
    sign = plain.left
    product = pf.arith(t * u >= 0 if same(sign.formula, 0 <= u) else t * u <= 0, positive, sign)
    return pf.arith(goal, plain.right, scaled, product, multipliers=[t])


@one_to_one.defined(rescaled)
def positive_factors(pf: Proof, formula: Term) -> Fact:
    def leaf(goal: Term, facts: list[Fact]) -> Fact | None:
        if goal.op == "not" and goal.args[0].op == "=":
            e = goal.args[0].args[0].args[1]
            for known in facts:
                if known.formula.op == "forall":
                    return pf.arith(goal, known.apply(e, using=facts))
        return None

    return defined(pf, formula, leaf)


@one_to_one.satisfied(rescaled)
def a_unit(pf: Proof, formula: Term) -> Fact:
    one, zero = lam(i, term(1)), lam(i, term(0))
    return pf.exhibit(formula, [zero, lam(i, j, term(0)), zero, one, 1, 1, zero], over(
        pf, 1, term(1), lambda *_: pf.arith(term(1) > 0)))  # fmt: skip


@one_to_one.instances
def factors(rng, number):
    """Positive dyadic factors, and inputs of both signs."""
    return {"r": dyadic(rng, number, 1 / 16, 8, 6), "u": dyadic(rng, number, -4, 4, 6)}


factors.free = {"r", "u"}
one_to_one.mutant("a negative factor", rescaled, implies(r > 0, maximum(0, -r * input_) == -r * maximum(0, input_)))
