"""Lemma 2.A.6, pieces of a ReLU network on the line: true; the product of w_i + 1 is a sharper bound for k >= 2."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import network_pieces_by_width
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    product,
    real,
    term,
    total,
    var,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.networks import (
    affine,
    affine_off,
    at_most,
    clear,
    combination,
    flat_network,
    joined_kinks,
    layer_sizes,
    network_pieces,
    on_intervals,
    relu_layer,
    wider,
)  # fmt: skip
from theorems.mukherjee2020.pwl import Affine, AtMostPieces, Network

claim = Claim(
    "mukherjee2020",
    "lemma",
    "2.A.6",
    section="2.A",
    family="pwl_networks",
    title="pieces of a network on the line",
    statement=r"""A function $\mathbb R \to \mathbb R$ computed by a ReLU network of depth $k + 1$ whose $k$ hidden
    layers have widths $w_1, \dots, w_k$ is piecewise linear with at most $2^{k-1} (w_1 + 1) w_2 \cdots w_k$
    pieces.""",
)

z, W, b = function("z", "int->int->real->real"), function("W", "int->int->int->real"), function("b", "int->int->real")
w, k, j, x = function("w", "int->int"), integer("k"), integer("j"), real("x")
f, c, beta = function("f", "real->real"), function("c", "int->real"), real("beta")


def for_networks(conclusion: Term) -> Term:
    """For every network on the line with k >= 1 hidden layers and its output f."""
    output = forall(x, f(x) == beta + total(j, 1, w(k), c(j) * z(k)(j)(x)))
    return forall(z, W, b, w, k, f, c, beta, implies(conj(Network(z, W, b, w, k), k >= 1, output), conclusion))


bound = 2 ** (k - 1) * (w(1) + 1) * product(j, 2, k, w(j))
pieces, width_1, width_2, layers = integer("pieces"), integer("w_1"), integer("w_2"), integer("k")
sharp_count = (width_1 + 1) * (width_2 + 1)  # w_2 = 0 stands for k = 1

printed = claim.variant(
    "printed",
    for_networks(AtMostPieces(f, bound)),
    expect="proved",
    why="Each layer refines the common kinks of the one before; w + 1 <= 2 w gives the printed product.",
    observed=conj(
        implies(layers == 1, pieces <= width_1 + 1), implies(layers == 2, pieces <= 2 * (width_1 + 1) * width_2)
    ),
)
sharpened = claim.variant(
    "sharpened", for_networks(AtMostPieces(f, layer_sizes(w, k))), expect="proved",
    why="All units of a layer share the kinks of the layer before, and each adds at most one between two of them.",
    observed=pieces <= sharp_count,
)  # fmt: skip


@claim.prove(sharpened)
def by_induction_on_the_layers(pf: Proof, goal: Term) -> Fact:
    (z, W, b, w, k, f, c, beta), (network, deep, output), _ = pf.intro(goal)
    fact, _ = network_pieces(pf, z, W, b, w, k, network, deep, f, c, beta, output)
    return pf.conclude(goal, [z, W, b, w, k, f, c, beta], fact)


def printed_bound(pf: Proof, w: Term, k: Term, deep: Fact, widths: Fact) -> Fact:
    """prod (w_j + 1) <= 2^(k-1) (w_1 + 1) w_2 ... w_k, by induction on k, from widths >= 1."""

    def right(n: Term) -> Term:
        return 2 ** (n - 1) * (w(1) + 1) * product(j, 2, n, w(j))

    def claim_at(n: Term) -> Term:
        return implies(n <= k, conj(layer_sizes(w, n) <= right(n), right(n) >= 0))

    def base() -> Fact:
        within = pf.assume(term(1) <= k)
        factor = lam(j, w(j) + 1)
        one, empty = pf.lemma("prod_step", 1, 0, factor), pf.lemma("prod_empty", 1, 0, factor)
        none, power = pf.lemma("prod_empty", 2, 1, lam(j, w(j))), pf.lemma("power_zero", 2)
        left = pf.arith(layer_sizes(w, term(1)) == w(1) + 1, one, empty, multipliers=[w(1)])
        equal = pf.arith(right(term(1)) == w(1) + 1, none, power,
                         multipliers=[w(1), (term(2) ** (term(1) - 1)) * (w(1) + 1)])  # fmt: skip
        first = widths.apply(1, using=[within])
        return pf.implication(within.formula, pf.both(pf.arith(layer_sizes(w, term(1)) <= right(term(1)), left, equal),
                                                      pf.arith(right(term(1)) >= 0, equal, first)))  # fmt: skip

    def step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
        within = pf.assume(n + 1 <= k)
        before = hypothesis.apply(using=[within])
        more = pf.lemma("prod_step", 1, n, lam(j, w(j) + 1), using=[low])
        wide = pf.lemma("prod_step", 2, n, lam(j, w(j)), using=[low])
        power = pf.lemma("power_step", 2, n - 1, using=[low])
        power = pf.arith(term(2) ** (n + 1 - 1) == 2 * term(2) ** (n - 1), power)
        unit = widths.apply(n + 1, using=[low, within])
        old = right(n)
        grown = pf.arith(
            right(n + 1) == 2 * w(n + 1) * old,
            wide,
            power,
            multipliers=[
                term(2) ** (n - 1) * (w(1) + 1),
                term(2) ** (n + 1 - 1) * (w(1) + 1),
                (w(1) + 1) * w(n + 1) * product(j, 2, n, w(j)),
            ],
        )
        s, t, v = (pf.fresh(name, "int") for name in "stv")
        given = [pf.assume(fact) for fact in (s <= t, t >= 0, v >= 1)]
        mixed = pf.arith(s * (v + 1) <= 2 * v * t, pf.arith(s * (v + 1) <= t * (v + 1), *given), *given)
        for fact in reversed(given):
            mixed = pf.implication(fact.formula, mixed)
        mixed = pf.general(s, t, v, mixed).apply(layer_sizes(w, n), old, w(n + 1), using=[before, unit])
        sign = pf.arith(2 * w(n + 1) * old >= 0, before.right, unit)
        return pf.implication(
            within.formula,
            pf.both(
                pf.arith(layer_sizes(w, n + 1) <= right(n + 1), more, mixed, grown),
                pf.arith(right(n + 1) >= 0, grown, sign),
            ),
        )

    return pf.induction("n", 1, claim_at, base, step).apply(k, using=[deep, pf.arith(k <= k)]).left


@claim.prove(printed)
def from_the_sharper_bound(pf: Proof, goal: Term) -> Fact:
    (z, W, b, w, k, f, c, beta), (network, deep, output), conclusion = pf.intro(goal)
    fact, _ = network_pieces(pf, z, W, b, w, k, network, deep, f, c, beta, output)
    less = printed_bound(pf, w, k, deep, pf.open_definition(network).split()[1])
    return pf.conclude(goal, [z, W, b, w, k, f, c, beta], wider(
        pf, f, layer_sizes(w, k), fact, conclusion.args[1], less))  # fmt: skip


@claim.defined(printed)
def powers_of_two(pf: Proof, formula: Term) -> Fact:
    return pf.tautology(formula, [])


@claim.satisfied(printed, sharpened)
def one_unit(pf: Proof, formula: Term) -> Fact:
    terms, network, output = flat_network(pf)
    return pf.exhibit(formula, terms, network, output)


@claim.instances
def integer_networks(rng, n):
    """Random networks with small integer weights, k = 1 or 2, widths up to 3; pieces counted exactly."""
    return network_pieces_by_width(rng, n)


claim.mutant("2^(k-1) w_1 ... w_k", printed, implies(layers == 1, pieces <= width_1))
claim.mutant("(w_1 + 1) w_2 ... w_k", printed, implies(layers == 2, pieces <= (width_1 + 1) * width_2))
claim.mutant("one piece fewer for k = 1", sharpened, implies(layers == 1, pieces <= width_1))

# The steps of the proof.

doubling = Claim(
    "mukherjee2020",
    "lemma",
    "2.A.6",
    slug="doubling",
    section="2.A",
    family="pwl_networks",
    title="the activation at most doubles the pieces",
    statement=r"If $f$ has at most $n$ pieces, then $\max\{0, f\}$ has at most $2n$.",
)
n, P = integer("n"), integer("P")
relu = lam(x, maximum(0, f(x)))
twice = doubling.variant(
    "printed", forall(f, n, implies(conj(n >= 1, AtMostPieces(f, n)), AtMostPieces(relu, 2 * n))), expect="proved",
    why="On each piece f crosses 0 at most once.",
)  # fmt: skip


@doubling.prove(twice)
def by_one_kink_a_piece(pf: Proof, goal: Term) -> Fact:
    (f, n), (some, pieces), _conclusion = pf.intro(goal)
    relu = lam(x, maximum(0, f(x)))
    i, points = integer("i"), var("c_next", "int->real")
    units = lam(i, x, maximum(0, f(x)))
    c, lines = pf.obtain(pf.open_definition(pieces), "c")
    u, v = pf.fresh("u", "real"), pf.fresh("v", "real")
    ordered = pf.assume(u < v)
    free = pf.assume(clear(c, n - 1, u, v))
    inputs = over(pf, 1, term(1), lambda i, bounds: lines.apply(u, v, using=[ordered, free]))
    affine_inputs = pf.general(u, v, pf.implication(ordered.formula, pf.implication(free.formula, inputs)))
    grown = relu_layer(
        pf,
        units,
        term(1),
        c,
        n - 1,
        pf.arith(n - 1 >= 0, some),
        affine_inputs,
        lam(i, x, f(x)),
        lambda i, x, bounds: pf.ring(maximum(0, f(x)), maximum(0, f(x))),
        pf.arith(term(1) >= 0),
    )
    d, known = pf.obtain(grown, "d")

    def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
        return known.apply(
            u, v, using=[ordered, pf.rewrite(free, pf.ring(2 * n - 1, n - 1 + 1 * (n - 1 + 1)))]
        ).right.apply(1)

    kinks = pf.witness(
        exists(points, affine_off(points, 2 * n - 1, lambda u, v: Affine(relu, u, v))),
        d,
        on_intervals(pf, d, 2 * n - 1, on),
    )
    fact = at_most(pf, relu, 2 * n, 2 * n - 1, kinks, pf.arith(2 * n - 1 <= 2 * n - 1))
    return pf.conclude(goal, [f, n], fact)


@doubling.satisfied(twice)
def the_zero_function(pf: Proof, formula: Term) -> Fact:
    flat, one = zero_function(pf)
    return pf.exhibit(formula, [flat, 1], one)


def zero_function(pf: Proof) -> tuple[Term, Fact]:
    """f = 0, which has at most one piece."""
    flat = lam(x, term(0) * x)
    points, c = var("c_next", "int->real"), lam(integer("i"), term(0) * integer("i"))
    kinks = pf.witness(
        exists(points, affine_off(points, term(0), lambda u, v: Affine(flat, u, v))), c,
        on_intervals(pf, c, term(0), lambda u, v, ordered, free: affine(
            pf, flat, u, v, term(0), term(0), lambda x, inside: pf.arith(flat(x) == term(0) * x + 0))))  # fmt: skip
    return flat, at_most(pf, flat, term(1), term(0), kinks, pf.arith(term(0) <= term(1) - 1))


addition = Claim(
    "mukherjee2020",
    "lemma",
    "2.A.6",
    slug="sum",
    section="2.A",
    family="pwl_networks",
    title="pieces of an affine combination",
    statement=r"""An affine combination of $w \ge 1$ functions with at most $P$ pieces each has at most $w P$ pieces
    (and even at most $w (P - 1) + 1$).""",
)
fs, m = function("f", "int->real->real"), integer("w")
combined = lam(x, beta + total(j, 1, m, c(j) * fs(j)(x)))
given_pieces = conj(m >= 1, P >= 1, every(j, 1, m, AtMostPieces(fs(j), P)))
summed = addition.variant(
    "printed",
    forall(fs, c, beta, m, P, implies(given_pieces, AtMostPieces(combined, m * P))),
    expect="proved",
    why="The kinks of a sum are among those of its summands.",
)
summed_sharply = addition.variant(
    "sharpened",
    forall(fs, c, beta, m, P, implies(given_pieces, AtMostPieces(combined, m * (P - 1) + 1))),
    expect="proved",
    why="Each summand brings P - 1 kinks, not P.",
)


@addition.prove(summed, summed_sharply)
def by_joining_the_kinks(pf: Proof, goal: Term) -> Fact:
    (fs, c, beta, m, P), (some, positive, each), conclusion = pf.intro(goal)
    f = conclusion.args[0]
    kinks = joined_kinks(pf, fs, m, P, some, positive, each)
    points = var("c_next", "int->real")
    d, known = pf.obtain(kinks, "d")
    size = m * (P - 1)

    def on(u: Term, v: Term, ordered: Fact, free: Fact) -> Fact:
        return combination(
            pf,
            fs,
            c,
            beta,
            m,
            pf.arith(m >= 0, some),
            u,
            v,
            known.apply(u, v, using=[ordered, free]),
            f,
            lambda x: pf.ring(f(x), f(x)),
        )

    found = pf.witness(exists(points, affine_off(points, size, lambda u, v: Affine(f, u, v))), d,
                       on_intervals(pf, d, size, on))  # fmt: skip
    n = conclusion.args[1]
    return pf.conclude(goal, [fs, c, beta, m, P], at_most(pf, f, n, size, found, pf.arith(size <= n - 1, some)))


@addition.satisfied(summed, summed_sharply)
def one_zero_function(pf: Proof, formula: Term) -> Fact:
    _, one = zero_function(pf)
    each = over(pf, 1, term(1), lambda i, bounds: one, "j")
    return pf.exhibit(formula, [lam(j, x, term(0) * x), lam(j, term(0) * j), 0, 1, 1], each)
