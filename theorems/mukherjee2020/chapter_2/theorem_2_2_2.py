"""Theorem 2.2.2, two-layer size of a function with p pieces: false as printed for p = 1; true for p >= 2."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import network_pieces_by_width
from numerics.terms import (
    Term,
    conj,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    var,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.networks import (
    affine,
    affine_off,
    at_most,
    clear,
    combination,
    fewer_pieces,
    hinge_expansion,
    on_intervals,
    one_affine_piece,
    pieces_data,
    relu_layer,
)  # fmt: skip
from theorems.mukherjee2020.pwl import Affine, Pieces

f, v, a, c, beta = (function("f", "real->real"), function("v", "int->real"), function("a", "int->real"),
                    function("c", "int->real"), real("beta"))  # fmt: skip
p, n, j, x = integer("p"), integer("n"), integer("j"), real("x")


def two_layers(f: Term, v: Term, a: Term, c: Term, beta: Term, n: Term) -> Term:
    """f is computed with n hidden units: f(x) = beta + sum_{j<=n} v_j max(0, a_j x + c_j)."""
    return forall(x, f(x) == beta + total(j, 1, n, v(j) * maximum(0, a(j) * x + c(j))))


def with_nodes(f: Term, bound: Term) -> Term:
    """Some two-layer network with 1 <= n <= bound units computes f."""
    return exists(n, v, a, c, beta, conj(n >= 1, n <= bound, two_layers(f, v, a, c, beta, n)))


size, pieces = integer("size"), integer("p")

upper = Claim(
    "mukherjee2020",
    "theorem",
    "2.2.2",
    slug="upper",
    section="2.2",
    family="pwl_networks",
    title="p nodes suffice for p pieces",
    statement=r"""Every piecewise linear function $\mathbb R \to \mathbb R$ with $p$ pieces is computed by a ReLU
    network with one hidden layer of at most $p$ units.""",
)
printed = upper.variant(
    "printed",
    forall(f, p, implies(Pieces(f, p), with_nodes(f, p))),
    expect="refuted",
    why="An affine function that is not constant has one piece but needs two units: one is constant on a half-line.",
    counterexample="f(x) = x has p = 1 piece; beta + v max(0, a x + c) is constant for all x on one side of -c/a.",
)
repaired = upper.variant(
    "repaired",
    conj(
        forall(f, p, implies(Pieces(f, p), p >= 2, with_nodes(f, p))),
        forall(f, implies(Pieces(f, 1), with_nodes(f, term(2)))),
    ),
    expect="proved",
    why="For p >= 2, one unit for each change of slope and one more for the slope on the left; for p = 1, two units.",
)

lower = Claim(
    "mukherjee2020",
    "theorem",
    "2.2.2",
    slug="lower",
    section="2.2",
    family="pwl_networks",
    title="p - 1 nodes are necessary",
    statement=r"""A ReLU network with one hidden layer that computes a function with $p$ pieces has at least
    $p - 1$ units.""",
)
necessary = lower.variant(
    "printed",
    forall(f, p, v, a, c, beta, n, implies(conj(n >= 1, Pieces(f, p), two_layers(f, v, a, c, beta, n)), n >= p - 1)),
    expect="proved",
    why="Each unit has one kink, and each of the p - 1 changes of slope needs one.",
    observed=size >= pieces - 1,
)


@lower.prove(necessary)
def by_counting_kinks(pf: Proof, goal: Term) -> Fact:
    (f, p, v, a, c, beta, n), (some, pieces, output), conclusion = pf.intro(goal)
    i, points = integer("i"), var("c_next", "int->real")
    zero, one = lam(i, term(0) * i), term(1)
    inputs, units = lam(i, x, a(i) * x + c(i)), lam(i, x, maximum(0, a(i) * x + c(i)))
    u, w = pf.fresh("u", "real"), pf.fresh("v", "real")
    ordered = pf.assume(u < w)
    free = pf.assume(clear(zero, term(0), u, w))
    each = over(pf, 1, n, lambda i, bounds: affine(pf, inputs(i), u, w, a(i), c(i), lambda x, inside: pf.ring(
        inputs(i)(x), a(i) * x + c(i))))  # fmt: skip
    affine_inputs = pf.general(u, w, pf.implication(ordered.formula, pf.implication(free.formula, each)))
    grown = relu_layer(pf, units, n, zero, term(0), pf.arith(term(0) <= 0), affine_inputs, inputs,
                       lambda i, x, bounds: pf.ring(units(i)(x), units(i)(x)), pf.arith(n >= 0, some))  # fmt: skip
    d, known = pf.obtain(grown, "d")
    size = term(0) + n * (term(0) + 1)

    def on(u: Term, w: Term, ordered: Fact, free: Fact) -> Fact:
        return combination(pf, units, v, beta, n, pf.arith(n >= 0, some), u, w,
                           known.apply(u, w, using=[ordered, free]).right, f, lambda x: output(x))  # fmt: skip

    kinks = pf.witness(exists(points, affine_off(points, size, lambda u, w: Affine(f, u, w))), d,
                       on_intervals(pf, d, size, on))  # fmt: skip
    few = at_most(pf, f, n + one, size, kinks, pf.arith(size <= n + one - 1))
    counted = fewer_pieces(pf, f, p, n + one, pieces, few, pf.arith(n + one >= 1, some))
    return pf.conclude(goal, [f, p, v, a, c, beta, n], pf.arith(conclusion, counted))


@upper.refute(printed)
def by_the_identity(pf: Proof, goal: Term) -> Fact:
    """One unit is constant where its argument is negative; the identity is constant nowhere."""
    identity = lam(x, x)
    whole = one_affine_piece(pf, identity, term(1), term(0))

    def one_unit(claimed: Fact) -> Fact:
        mark = pf.opened
        n, v, a, c, beta, facts = pf.obtain(claimed.apply(identity, 1, using=[whole]), "n", "v", "a", "c", "beta")
        low, high, output = facts.split()
        single = pf.arith(n == 1, low, high)

        def value(y: Term) -> Fact:
            """y = beta + v_1 max(0, a_1 y + c_1)."""
            summand = lam(j, v(j) * maximum(0, a(j) * y + c(j)))
            one, none = pf.lemma("sum_step", 1, 0, summand), pf.lemma("sum_empty", 1, 0, summand)
            size = pf.congruent(lam(integer("q"), total(j, 1, integer("q"), summand(j))), single)
            return pf.arith(y == beta + summand(term(1)), output(y), size, one, none)

        def constant_unit(zero: Fact) -> Fact:
            same = [pf.congruent(lam(x, maximum(0, x)), pf.arith(a(1) * y + c(1) == c(1), zero, multipliers=[y]))
                    for y in (term(0), term(1))]  # fmt: skip
            return pf.arith(false, value(term(0)), value(term(1)), *same, multipliers=[v(1)])

        def sloped_unit(nonzero: Fact) -> Fact:
            inverse = pf.lemma("inverse", a(1), using=[nonzero])
            values = []
            for depth in (1, 2):
                y = (-depth - c(1)) * (1 / a(1))
                argument = pf.arith(a(1) * y + c(1) == -depth, inverse, multipliers=[depth + c(1)])
                flat = pf.by_cases(pf.lemma("max", 0, a(1) * y + c(1)),
                                   lambda f, g=argument, y=y: pf.arith(maximum(0, a(1) * y + c(1)) == 0, f, g),
                                   lambda f, y=y: pf.arith(maximum(0, a(1) * y + c(1)) == 0, f))  # fmt: skip
                values.append(pf.arith(y == beta, value(y), flat, multipliers=[v(1)]))
            gap = pf.arith(1 / a(1) == 0, *values)
            return pf.arith(false, gap, inverse, multipliers=[a(1)])

        return pf.close(pf.decide(a(1) == 0, constant_unit, sloped_unit), mark)

    return pf.refute(goal, one_unit)


@upper.prove(repaired)
def by_hinges(pf: Proof, goal: Term) -> Fact:
    many, one = goal.args
    (f, p), (pieces, several), conclusion = pf.intro(many)
    t, alpha, beta, facts = pieces_data(pf, pieces)
    expansion = hinge_expansion(pf, f, p, pieces, t, alpha, beta, facts)
    slope, jump = alpha(1), lam(j, alpha(j + 1) - alpha(j))
    v = lam(j, where(j == p, -slope, where(j <= 1, jump(1) + slope, jump(j))))
    a, c = lam(j, where(j == p, -1, 1)), lam(j, where(j == p, t(1), -t(j)))
    bias = beta(1) + slope * t(1)

    def output(x: Term) -> Fact:
        unit = lam(j, v(j) * maximum(0, a(j) * x + c(j)))
        hinge = lam(j, jump(j) * maximum(0, x - t(j)))

        def early(i: Term, before: Fact) -> list[Fact]:
            """v(i), a(i), c(i) for i != p."""
            facts = [pf.lemma("if_false", i == p, *g(i).args[1:], using=[before]) for g in (v, a, c)]
            argument = pf.arith(a(i) * x + c(i) == x - t(i), *facts[1:], multipliers=[x])
            return [facts[0], pf.congruent(lam(x_name, maximum(0, x_name)), argument)]

        x_name = real("y")

        def base() -> Fact:
            bound = pf.assume(term(1) <= p - 1)
            weight, act = early(term(1), pf.arith(negation(term(1) == p), bound))
            first = pf.lemma("if_true", term(1) <= 1, jump(1) + slope, jump(term(1)))
            sums = [pf.lemma(name, 1, 0, g) for name in ("sum_step", "sum_empty") for g in (unit, hinge)]
            return pf.implication(
                bound.formula,
                pf.arith(
                    goal_at(term(1)),
                    weight,
                    act,
                    first,
                    *sums,
                    multipliers=[v(1), maximum(0, x - t(1)), jump(1) + slope],
                ),
            )

        def goal_at(n: Term) -> Term:
            return total(j, 1, n, unit(j)) == total(j, 1, n, hinge(j)) + slope * maximum(0, x - t(1))

        def step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
            bound = pf.assume(n + 1 <= p - 1)
            weight, act = early(n + 1, pf.arith(negation(n + 1 == p), bound))
            later = pf.lemma(
                "if_false", n + 1 <= 1, jump(1) + slope, jump(n + 1), using=[pf.arith(negation(n + 1 <= 1), low)]
            )
            sums = [pf.lemma("sum_step", 1, n, g, using=[low]) for g in (unit, hinge)]
            return pf.implication(
                bound.formula,
                pf.arith(
                    goal_at(n + 1),
                    hypothesis.apply(using=[bound]),
                    weight,
                    act,
                    later,
                    *sums,
                    multipliers=[v(n + 1), maximum(0, x - t(n + 1)), jump(n + 1)],
                ),
            )

        inner = pf.induction("n", 1, lambda n: implies(n <= p - 1, goal_at(n)), base, step).apply(
            p - 1, using=[several, pf.arith(p - 1 <= p - 1)]
        )
        last = pf.lemma("sum_step", 1, p - 1, unit, using=[several])
        last = pf.arith(total(j, 1, p, unit(j)) == total(j, 1, p - 1, unit(j)) + unit(p), last)
        own = [pf.lemma("if_true", p == p, *g(p).args[1:], using=[pf.ring(p, p)]) for g in (v, a, c)]
        argument = pf.arith(a(p) * x + c(p) == t(1) - x, *own[1:], multipliers=[x])
        act = pf.congruent(lam(x_name, maximum(0, x_name)), argument)
        left = pf.arith(
            unit(p) == -slope * maximum(0, t(1) - x), own[0], act, multipliers=[v(p), slope, maximum(0, t(1) - x)]
        )
        signs = [pf.lemma("max", 0, y) for y in (x - t(1), t(1) - x)]
        identity = maximum(0, x - t(1)) - maximum(0, t(1) - x) == x - t(1)
        split = pf.by_cases(
            signs[0],
            lambda f: pf.by_cases(signs[1], lambda g: pf.arith(identity, f, g), lambda g: pf.arith(identity, f, g)),
            lambda f: pf.by_cases(signs[1], lambda g: pf.arith(identity, f, g), lambda g: pf.arith(identity, f, g)),
        )
        return pf.arith(
            f(x) == bias + total(j, 1, p, unit(j)), expansion(x), inner, last, left, split, multipliers=[slope]
        )

    y = pf.fresh("x", "real")
    network = pf.general(y, output(y))
    first = pf.conclude(
        many,
        [f, p],
        pf.witness(conclusion, p, v, a, c, bias, pf.both(pf.arith(p >= 1, several), pf.arith(p <= p), network)),
    )
    return pf.both(first, affine_function(pf, one))


def affine_function(pf: Proof, goal: Term) -> Fact:
    """An affine function by two units: alpha x + beta = beta + alpha max(0, x) - alpha max(0, -x)."""
    (f,), (pieces,), conclusion = pf.intro(goal)
    _, alpha, beta, facts = pieces_data(pf, pieces)
    v, a, c = lam(j, where(j <= 1, alpha(1), -alpha(1))), lam(j, where(j <= 1, 1, -1)), lam(j, term(0) * j)
    y, q = pf.fresh("x", "real"), real("y")
    line = facts.split()[-1].apply(1)(y)
    for _ in range(2):  # the only piece is both the first and the last
        line = pf.modus_ponens(line, pf.or_intro(line.formula.args[0], pf.ring(1, 1)))
    unit = lam(j, v(j) * maximum(0, a(j) * y + c(j)))
    sums = [pf.lemma("sum_empty", 1, 0, unit), pf.lemma("sum_step", 1, 0, unit), pf.lemma("sum_step", 1, 1, unit)]
    chosen = [pf.lemma(rule, term(i) <= 1, *g(term(i)).args[1:]) for i, rule in ((1, "if_true"), (2, "if_false"))
              for g in (v, a)]  # fmt: skip
    acts = [pf.congruent(lam(q, maximum(0, q)), pf.arith(a(i) * y + c(i) == s * y, *chosen, multipliers=[y]))
            for i, s in ((1, 1), (2, -1))]  # fmt: skip
    signs = [pf.lemma("max", 0, z) for z in (y, -y)]
    identity = maximum(0, y) - maximum(0, -y) == y
    split = pf.by_cases(
        signs[0],
        lambda f: pf.by_cases(signs[1], lambda g: pf.arith(identity, f, g), lambda g: pf.arith(identity, f, g)),
        lambda f: pf.by_cases(signs[1], lambda g: pf.arith(identity, f, g), lambda g: pf.arith(identity, f, g)),
    )
    first = pf.arith(unit(1) == alpha(1) * maximum(0, y), chosen[0], acts[0], multipliers=[v(1), maximum(0, y)])
    second = pf.arith(unit(2) == -alpha(1) * maximum(0, -y), chosen[2], acts[1], multipliers=[v(2), maximum(0, -y)])
    value = pf.arith(
        f(y) == beta(1) + total(j, 1, 2, unit(j)), line, *sums, first, second, split, multipliers=[alpha(1)]
    )
    fact = pf.witness(
        conclusion, 2, v, a, c, beta(1), pf.both(pf.arith(term(1) <= 2), pf.arith(term(2) <= 2), pf.general(y, value))
    )
    return pf.conclude(goal, [f], fact)


@lower.satisfied(necessary)
def one_unit_for_zero(pf: Proof, formula: Term) -> Fact:
    """f(x) = 0 max(0, x), one piece."""
    flat, one, zero = lam(x, term(0) * x), lam(j, term(1) + 0 * j), lam(j, term(0) * j)
    y = pf.fresh("x", "real")
    unit = lam(j, zero(j) * maximum(0, one(j) * y + zero(j)))
    sums = pf.lemma("sum_empty", 1, 0, unit), pf.lemma("sum_step", 1, 0, unit)
    output = pf.general(y, pf.arith(flat(y) == term(0) + total(j, 1, term(1), unit(j)), *sums))
    return pf.exhibit(formula, [flat, 1, zero, one, zero, 0, 1], one_affine_piece(pf, flat, term(0), term(0)), output)


@upper.satisfied(printed)
def the_identity(pf: Proof, formula: Term) -> Fact:
    return pf.exhibit(formula, [lam(x, x), 1], one_affine_piece(pf, lam(x, x), term(1), term(0)))


@lower.instances
def shallow_networks(rng, n):
    """Random integer networks with one hidden layer, pieces counted exactly."""
    found = network_pieces_by_width(rng, n)
    shallow = found["k"] == 1
    return {"size": found["w_1"][shallow], "p": found["pieces"][shallow]}


lower.mutant("at least p units", necessary, size >= pieces)
lower.mutant("at least 2 p - 3 units", necessary, size >= 2 * pieces - 3)

upper.picture(pictures.hinges)
