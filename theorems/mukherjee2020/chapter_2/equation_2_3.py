"""Equation (2.3), risk over nets and over weights: false as printed, the output bias is lost; true up to one unit."""

from fractions import Fraction
from math import lcm

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums, sum_of_constants
from numerics.terms import (
    Term,
    conj,
    define,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from numerics.training import train
from theorems.claim import Claim
from theorems.mukherjee2020.training import Convex, Input, Loss, Output, opened, squared, squared_convex, written_out

claim = Claim(
    "mukherjee2020", "equation", "2.3", section="2.4", family="landscape",
    title="ERM over nets equals ERM over weights",
    statement=r"""For data $(x_j, y_j) \in \mathbb R^n \times \mathbb R$, $1 \le j \le D$, and a loss $\ell$ that is
    convex in its first argument, $\frac1D \sum_j \ell(f(x_j), y_j)$ has the same minimum over the functions $f$ of the
    class $\mathcal F_{\{n, w, 1\}}$ of Definition 2, whose output layer is affine, as $\frac1D \sum_j
    \ell(T_2(\max\{0, T_1(x_j)\}), y_j)$ has over affine maps $T_1: \mathbb R^n \to \mathbb R^w$ and linear maps $T_2:
    \mathbb R^w \to \mathbb R$. (As minima need not exist: the same lower bounds.)""",
)  # fmt: skip

w, n, D, i, j, k = (integer(name) for name in ("w", "n", "D", "i", "j", "k"))
v, b, y = (function(name, "int->real") for name in ("v", "b", "y"))
a, x = (function(name, "int->int->real") for name in ("a", "x"))
ell, m, beta = function("ell", "real->real->real"), real("m"), real("beta")
sizes = conj(w >= 1, n >= 1, D >= 1)


@define
def NoNetBelow(ell: "real->real->real", w: "int", n: "int", x: "int->int->real", y: "int->real", D: "int",
               m: "real") -> Term:  # fmt: skip
    """No function of the class with width w, f(x) = beta + the sum of v(i) max(0, <a(i), x> + b(i)), has an empirical
    risk below m."""
    return forall(beta, v, a, b, total(j, 1, D, ell(beta + Output(v, a, b, w, n, x(j)))(y(j))) / D >= m)


@define
def NoWeightsBelow(ell: "real->real->real", w: "int", n: "int", x: "int->int->real", y: "int->real", D: "int",
                  m: "real") -> Term:  # fmt: skip
    """No maps T_1, affine, and T_2, linear, through w units have an empirical risk below m."""
    return forall(v, a, b, Loss(ell, v, a, b, w, n, x, y, D) / D >= m)


def over_data(*conclusion: Term) -> Term:
    return forall(w, n, D, x, y, ell, m, implies(conj(sizes, Convex(ell)), *conclusion))


data = n, x, y, D, m
of_nets, of_weights, wider = real("nets"), real("weights"), real("wider")  # least losses; wider: of w + 1 units
printed = claim.variant(
    "printed", over_data(iff(NoNetBelow(ell, w, *data), NoWeightsBelow(ell, w, *data))), expect="refuted",
    why="Definition 2 gives the output layer a bias, which T_2, linear, lacks; with one unit, all outputs then have "
        "one sign.",
    counterexample="n = w = 1, D = 2, squared loss, data (0, -1) and (1, 1): -1 + 2 max(0, x) has risk 0; "
                   "v max(0, a x + b) has risk 1/2 at least.",
    observed=of_nets == of_weights,
)  # fmt: skip
repaired = claim.variant(
    "repaired", over_data(conj(implies(NoWeightsBelow(ell, w + 1, *data), NoNetBelow(ell, w, *data)),
                               implies(NoNetBelow(ell, w, *data), NoWeightsBelow(ell, w, *data)))), expect="proved",
    why="A bias is worth at most one unit, beta max(0, 1): the minimum over nets lies between those over weights for "
        "w + 1 and for w units.",
    observed=conj(wider <= of_nets, of_nets <= of_weights),
)  # fmt: skip


@claim.refute(printed)
def by_two_labels(p: Proof, goal: Term) -> Fact:
    one, two = term(1), term(2)
    x, y = lam(j, k, j - 1), lam(j, 2 * j - 3)  # the data (0, -1), (1, 1)
    at = squared, one, one, x, y, two, term("1/2")

    def contradiction(claimed: Fact) -> Fact:
        given = p.both(p.compute(conj(one >= 1, one >= 1, two >= 1)), squared_convex(p))
        same = claimed.apply(one, one, two, x, y, squared, term("1/2"), using=[given])
        lower = p.open_definition(p.assume(NoWeightsBelow(*at))).formula
        v, a, b = p.fresh("v", "int->real"), p.fresh("a", "int->int->real"), p.fresh("b", "int->real")
        outputs = [Output(v, a, b, 1, 1, x(q)) for q in (1, 2)]
        inputs = [maximum(0, Input(a(1), b(1), x(q), 1)) for q in (1, 2)]
        single = [p.arith(o == v(1) * q, *written_out(p, 1, lam(i, v(i) * maximum(0, Input(a(i), b(i), x(c), 1)))))
                  for c, o, q in zip((1, 2), outputs, inputs, strict=True)]  # fmt: skip
        losses = written_out(p, 2, lam(j, squared(Output(v, a, b, 1, 1, x(j)))(y(j))))
        signs = [p.by_cases(p.lemma("max", *q.args), *[lambda f, q=q: p.arith(q >= 0, f)] * 2) for q in inputs]
        bound = Loss(squared, v, a, b, one, one, x, y, two) / 2 >= term("1/2")

        def positive(yes: Fact) -> Fact:
            above = p.arith(outputs[0] >= 0, single[0], p.arith(v(1) * inputs[0] >= 0, yes, signs[0]))
            return p.arith(bound, *losses, above, squares=[outputs[0], outputs[1] - 1])

        def negative(no: Fact) -> Fact:
            below = p.arith(outputs[1] <= 0, single[1], p.arith(v(1) * inputs[1] <= 0, no, signs[1]))
            return p.arith(bound, *losses, below, squares=[outputs[1], outputs[0] + 1])

        every = p.general(v, a, b, p.decide(v(1) >= 0, positive, negative))
        floor = p.restate(p.prove(lower, every), NoWeightsBelow(*at))
        nets = p.open_definition(p.modus_ponens(same.right, floor))
        double, zero, unit = lam(i, two), lam(i, term(0)), lam(i, k, one)
        best = nets(-1, double, unit, zero)
        return p.arith(false, best, p.compute(best.formula.args[1] == 0))

    return p.refute(goal, contradiction)


@claim.prove(repaired)
def by_a_constant_unit(p: Proof, goal: Term) -> Fact:
    (w, n, D, x, y, ell, m), given, conclusion = p.intro(goal)
    width, dimension, _, _ = given
    z = real("z")

    def risks(first: Term, second: Term, each) -> Fact:
        """The risks of two networks agree, from their outputs at x(j); functions of j."""
        f, g = (lam(j, ell(e(j))(y(j))) for e in (first, second))
        same = equal_sums(p, term(1), D, f, g, lambda j, *_: p.congruent(lam(z, ell(z)(y(j))), each(j)))
        return p.congruent(lam(z, z / D), same)

    def with_bias(lower: Fact) -> Fact:
        """A constant unit w + 1 stands for the bias."""
        wanted = opened(p, NoNetBelow(ell, w, n, x, y, D, m))
        (beta, v, a, b), _, bound = p.intro(wanted)
        last = w + 1
        v_, b_ = lam(i, where(i <= w, v(i), beta)), lam(i, where(i <= w, b(i), 1))
        a_ = lam(i, k, where(i <= w, a(i)(k), 0))

        def output(j: Term) -> Fact:
            f = lam(i, v(i) * maximum(0, Input(a(i), b(i), x(j), n)))
            g = lam(i, v_(i) * maximum(0, Input(a_(i), b_(i), x(j), n)))

            def inner(i: Term, rule: str, side: Fact, row: Term) -> Fact:
                """The sum of the weights of unit i times the coordinates."""
                return equal_sums(p, term(1), n, lam(k, a_(i)(k) * x(j)(k)), lam(k, row(k) * x(j)(k)), lambda k, *_: (
                    p.arith(a_(i)(k) * x(j)(k) == row(k) * x(j)(k), p.lemma(rule, *a_(i)(k).args, using=[side]),
                            multipliers=[x(j)(k)])))  # fmt: skip

            def old(i: Term, _: Fact, high: Fact) -> Fact:
                chosen = [p.lemma("if_true", *e(i).args, using=[high]) for e in (v_, b_)]
                same = p.arith(Input(a_(i), b_(i), x(j), n) == Input(a(i), b(i), x(j), n), inner(
                    i, "if_true", high, a(i)), chosen[1])  # fmt: skip
                act = p.congruent(lam(z, maximum(0, z)), same)
                return p.arith(g(i) == f(i), chosen[0], act, multipliers=[v_(i), maximum(0, Input(
                    a(i), b(i), x(j), n))])  # fmt: skip

            beyond = p.arith(negation(last <= w))
            chosen = [p.lemma("if_false", *e(last).args, using=[beyond]) for e in (v_, b_)]
            nothing = equal_sums(p, term(1), n, lam(k, a_(last)(k) * x(j)(k)), lam(k, term(0)), lambda k, *_: p.arith(
                a_(last)(k) * x(j)(k) == 0, p.lemma("if_false", *a_(last)(k).args, using=[beyond]),
                multipliers=[x(j)(k)]))  # fmt: skip
            none = sum_of_constants(p).apply(1, n, 0, using=[p.arith(term(1) <= n + 1, dimension)])
            value = p.arith(Input(a_(last), b_(last), x(j), n) == 1, nothing, none, chosen[1])
            on = p.by_cases(p.lemma("max", 0, Input(a_(last), b_(last), x(j), n)), *[lambda f: p.arith(
                maximum(0, Input(a_(last), b_(last), x(j), n)) == 1, f, value)] * 2)  # fmt: skip
            head = equal_sums(p, term(1), w, g, f, old)
            longer = p.lemma("sum_step", 1, w, g, using=[p.arith(term(1) <= w + 1, width)])
            constant = p.arith(g(last) == beta, chosen[0], on, multipliers=[v_(last), 1])
            equal = Output(v_, a_, b_, last, n, x(j)) == beta + Output(v, a, b, w, n, x(j))
            return p.arith(equal, head, longer, constant)

        same = risks(lam(j, Output(v_, a_, b_, last, n, x(j))), lam(j, beta + Output(v, a, b, w, n, x(j))), output)
        fact = p.arith(bound, lower(v_, a_, b_), same)
        return p.restate(p.conclude(wanted, [beta, v, a, b], fact), NoNetBelow(ell, w, n, x, y, D, m))

    def without(lower: Fact) -> Fact:
        wanted = opened(p, NoWeightsBelow(ell, w, n, x, y, D, m))
        (v, a, b), _, bound = p.intro(wanted)
        output = lam(j, Output(v, a, b, w, n, x(j)))
        same = risks(lam(j, 0 + output(j)), output, lambda j: p.ring(0 + output(j), output(j)))
        fact = p.arith(bound, lower(0, v, a, b), same)
        return p.restate(p.conclude(wanted, [v, a, b], fact), NoWeightsBelow(ell, w, n, x, y, D, m))

    parts = [p.assume(part.args[0]) for part in conclusion.args]
    first = p.implication(parts[0].formula, with_bias(p.open_definition(parts[0])))
    second = p.implication(parts[1].formula, without(p.open_definition(parts[1])))
    return p.conclude(goal, [w, n, D, x, y, ell, m], p.both(first, second))


@claim.satisfied(repaired)
def one_point(p: Proof, formula: Term) -> Fact:
    zero = lam(i, term(0))
    return p.exhibit(formula, [1, 1, 1, lam(i, k, term(0)), zero, squared, 0], squared_convex(p))


@claim.instances
def small_data(rng, count):
    """Two or three points on the line with labels from -3 to 3: the least losses with one unit and a constant, with one
    unit, and with two, all exact, for at most 60 data sets, drawn with repetition."""
    rows = []
    for _ in range(min(count, 60)):
        size = int(rng.integers(2, 4))
        x = [(int(q),) for q in np.sort(rng.permutation(6)[:size])]
        y = rng.integers(-3, 4, size=size).tolist()
        ways = {"affine": True}, {}, {"width": 2}
        values = [Fraction(train(x, y, **{"width": 1, "keep": False} | way).loss) for way in ways]
        scale = lcm(*(q.denominator for q in values))  # the same for all, so that the numbers are integers
        rows.append([int(q * scale) for q in values])
    chosen = rng.integers(0, len(rows), size=count)
    return dict(zip(("nets", "weights", "wider"), np.array(rows, dtype="float64")[chosen].T, strict=True))


claim.mutant("a bias is worth a unit", repaired, of_nets <= wider)
claim.mutant("a bias is worth nothing", repaired, of_weights <= of_nets)
