"""Lemma 2.A.7, size against pieces: true, both halves and the step by means; the lower bound holds without its - 1."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over, power_of_exp
from numerics.sampling import dyadic, network_pieces_by_width
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    exp,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    log,
    negation,
    product,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.logarithms import weak_exp
from theorems.mukherjee2020.means import arithmetic_mean, equal_widths, first_apart, first_apart_facts
from theorems.mukherjee2020.networks import (
    fewer_pieces,
    flat_network,
    layer_sizes,
    network_pieces,
    zero_pieces,
)  # fmt: skip
from theorems.mukherjee2020.pwl import Network, Pieces

z, W, b = function("z", "int->int->real->real"), function("W", "int->int->int->real"), function("b", "int->int->real")
w, k, j, x = function("w", "int->int"), integer("k"), integer("j"), real("x")
f, c, beta, p, s = function("f", "real->real"), function("c", "int->real"), real("beta"), integer("p"), integer("s")
size = total(j, 1, k, w(j))
root = exp(log(p) / k)  # p^(1/k)


def for_networks(*conclusion: Term) -> Term:
    """For every network with k >= 1 hidden layers whose output f has exactly p pieces."""
    output = forall(x, f(x) == beta + total(j, 1, w(k), c(j) * z(k)(j)(x)))
    return forall(z, W, b, w, k, f, c, beta, p, implies(
        conj(Network(z, W, b, w, k), k >= 1, output, Pieces(f, p)), *conclusion))  # fmt: skip


pieces, depth, units = integer("pieces"), integer("k"), integer("s")

lower = Claim(
    "mukherjee2020",
    "lemma",
    "2.A.7",
    slug="lower",
    section="2.A",
    family="pwl_networks",
    title="size needed for p pieces",
    uses=["lemma_2_a_6"],
    statement=r"""A ReLU network of depth $k + 1$ that computes a function $\mathbb R \to \mathbb R$ with $p$ pieces
    has size at least $\frac12 k p^{1/k} - 1$.""",
)
printed = lower.variant(
    "printed",
    for_networks(size >= term("1/2") * k * root - 1),
    expect="proved",
    why="p is at most the product of the w_i + 1 <= 2 w_i, and the product of k numbers is largest when all are equal.",
    observed=term(2) * units >= depth * exp(log(pieces) / depth) - 2,
)
sharpened = lower.variant(
    "sharpened",
    for_networks(size >= term("1/2") * k * root),
    expect="proved",
    why="Since w_1 >= 1 gives w_1 + 1 <= 2 w_1, nothing is lost; a single unit (k = 1, p = 2) attains it.",
    observed=(term(2) * units / depth) ** depth >= pieces,
)

upper = Claim(
    "mukherjee2020",
    "lemma",
    "2.A.7",
    slug="upper",
    section="2.A",
    family="pwl_networks",
    title="pieces bounded by the size",
    uses=["lemma_2_a_6"],
    statement=r"""A function $\mathbb R \to \mathbb R$ that a ReLU network of depth $k + 1$ and size at most $s$
    computes has at most $(2s/k)^k$ pieces.""",
)
at_most = upper.variant(
    "printed",
    forall(s, for_networks(size <= s, p <= (2 * s / k) ** k)),
    expect="proved",
    why="The printed route (AM-GM under 2.17) loses a constant; w_i + 1 <= 2 w_i first keeps it.",
    observed=pieces <= (term(2) * units / depth) ** depth,
)


def piece_bound(pf: Proof, goal: Term) -> tuple[list[Term], dict[str, Term], list[Fact], Term]:
    """Introduce a network: variables, their names, the facts k >= 1, p >= 1, p <= prod (w_j + 1), widths >= 1 (and
    whatever else the goal assumes), and the conclusion."""
    variables, facts, conclusion = pf.intro(goal)
    names = dict(zip(("z", "W", "b", "w", "k", "f", "c", "beta", "p"), variables[-9:], strict=True))
    network, deep, output, counted, *rest = facts
    bounded, positive = network_pieces(pf, *(names[v] for v in ("z", "W", "b", "w", "k")), network, deep, names["f"],
                                       names["c"], names["beta"], output)  # fmt: skip
    few = fewer_pieces(pf, names["f"], names["p"], layer_sizes(names["w"], names["k"]), counted, bounded, positive)
    some = pf.open_definition(counted).left
    return variables, names, [deep, some, few, pf.open_definition(network).split()[1], *rest], conclusion


def product_below_power(pf: Proof, w: Term, k: Term, deep: Fact, widths: Fact, A: Term, positive: Fact) -> Fact:
    """prod_{j<=k} (w_j + 1) <= A^k exp(2 (w_1 + ... + w_k) / A - k) for A > 0: each factor is at most 2 w_j, and
    y <= exp(y - 1); by induction. Also A^k exp(...) >= 0."""
    inverse = pf.lemma("inverse", A, using=[positive])
    unit = 1 / A

    def right(n: Term) -> Term:
        return A**n * exp(2 * total(j, 1, n, w(j)) * unit - n)

    def claim(n: Term) -> Term:
        return implies(n <= k, conj(layer_sizes(w, n) <= right(n), layer_sizes(w, n) >= 0))

    def base() -> Fact:
        bound = pf.assume(term(0) <= k)
        none, empty = pf.lemma("prod_empty", 1, 0, lam(j, w(j) + 1)), pf.lemma("sum_empty", 1, 0, lam(j, w(j)))
        exponent = pf.arith(2 * total(j, 1, term(0), w(j)) * unit - 0 == 0, empty, multipliers=[unit])
        value = pf.congruent(lam(x, exp(x)), exponent)
        one = pf.arith(right(term(0)) == 1, value, pf.lemma("exp_zero"))
        return pf.implication(bound.formula, pf.both(pf.arith(layer_sizes(w, term(0)) <= right(term(0)), none, one),
                                                     pf.arith(layer_sizes(w, term(0)) >= 0, none)))  # fmt: skip

    def step(n: Term, low: Fact, hypothesis: Fact) -> Fact:
        bound = pf.assume(n + 1 <= k)
        before = hypothesis.apply(using=[bound])
        more = pf.lemma("prod_step", 1, n, lam(j, w(j) + 1), using=[low])
        longer = pf.lemma("sum_step", 1, n, lam(j, w(j)), using=[low])
        power = pf.lemma("power_step", A, n, using=[low])
        width = widths.apply(n + 1, using=[low, bound])
        y = 2 * w(n + 1) * unit
        tangent = pf.lemma("exp_tangent", y - 1)
        old = 2 * total(j, 1, n, w(j)) * unit - n
        parts = pf.lemma("exp_sum", old, y - 1)
        exponent = pf.arith(old + (y - 1) == 2 * total(j, 1, n + 1, w(j)) * unit - (n + 1), longer, multipliers=[unit])
        whole = pf.rewrite(parts, exponent)
        factor = pf.arith(w(n + 1) + 1 <= A * exp(y - 1), pf.arith(2 * w(n + 1) <= A * exp(y - 1), pf.arith(
            A * y <= A * exp(y - 1), tangent, positive), pf.arith(A * y == 2 * w(n + 1), inverse,
                                                                  multipliers=[w(n + 1)])), width)  # fmt: skip
        q, r, g, h = (pf.fresh(name, "real") for name in "qrgh")
        given = [pf.assume(fact) for fact in (q <= r, q >= 0, g <= h, g >= 0)]
        mixed = pf.arith(q * g <= r * h, pf.arith(q * g <= r * g, *given), pf.arith(r * g <= r * h, *given))
        for fact in reversed(given):
            mixed = pf.implication(fact.formula, mixed)
        mixed = pf.general(q, r, g, h, mixed).apply(layer_sizes(w, n), right(n), w(n + 1) + 1, A * exp(y - 1),
                                                    using=[before, factor, width])  # fmt: skip
        equal = pf.arith(right(n + 1) == right(n) * (A * exp(y - 1)), power, whole,
                         multipliers=[exp(2 * total(j, 1, n + 1, w(j)) * unit - (n + 1)), A**n * A])  # fmt: skip
        sign = pf.arith(layer_sizes(w, n + 1) >= 0, more, before.right, width)
        return pf.implication(
            bound.formula, pf.both(pf.arith(layer_sizes(w, n + 1) <= right(n + 1), more, mixed, equal), sign)
        )

    return pf.induction("n", 0, claim, base, step).apply(k, using=[pf.arith(k >= 0, deep), pf.arith(k <= k)]).left


def at_most_power(pf: Proof, w: Term, k: Term, deep: Fact, widths: Fact, A: Term, positive: Fact, exponent: Fact,
                  strict: bool) -> Fact:  # fmt: skip
    """prod (w_j + 1) <= A^k (or < with ``strict``) when 2 S / A <= k (or <), the fact ``exponent``."""
    bound = product_below_power(pf, w, k, deep, widths, A, positive)
    e = 2 * total(j, 1, k, w(j)) * (1 / A) - k
    powers = pf.induction("n", 0, lambda n: A**n > 0, lambda: pf.arith(A ** term(0) > 0), lambda n, low, h: pf.arith(
        A ** (n + 1) > 0, pf.lemma("power_step", A, n, using=[low]), h, positive)).apply(k, using=[deep])  # fmt: skip
    zero = pf.lemma("exp_zero")
    if strict:
        below = pf.arith(exp(e) < 1, pf.lemma("exp_monotone", e, 0, using=[pf.arith(e < 0, exponent)]), zero)
        return pf.arith(layer_sizes(w, k) < A**k, bound, pf.arith(A**k * exp(e) < A**k, below, powers))

    def flat(no: Fact) -> Fact:
        is_zero = pf.arith(e == 0, no, exponent)
        return pf.arith(exp(e) <= 1, pf.congruent(lam(x, exp(x)), is_zero), zero)

    below = pf.decide(e < 0, lambda yes: pf.arith(exp(e) <= 1, pf.lemma("exp_monotone", e, 0, using=[yes]), zero), flat)
    return pf.arith(layer_sizes(w, k) <= A**k, bound, pf.arith(A**k * exp(e) <= A**k, below, powers))


def root_to_the_k(pf: Proof, p: Term, k: Term, deep: Fact, some: Fact) -> Fact:
    """(p^(1/k))^k = p, where p^(1/k) = exp(log(p) / k)."""
    y = log(p) / k
    powers = pf.induction("n", 0, lambda n: exp(y) ** n == exp(n * y), lambda: pf.arith(
        exp(y) ** term(0) == exp(term(0) * y), pf.lemma("exp_zero")), lambda n, low, h: pf.arith(
        exp(y) ** (n + 1) == exp((n + 1) * y), pf.lemma("power_step", exp(y), n, using=[low]), h,
        pf.rewrite(pf.lemma("exp_sum", n * y, y), pf.ring(n * y + y, (n + 1) * y)), multipliers=[exp(y)]))  # fmt: skip
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, deep)])
    whole = pf.arith(k * y == log(p), inverse, multipliers=[log(p)])
    positive = pf.arith(p > 0, some)
    return pf.arith(exp(y) ** k == p, powers.apply(k, using=[deep]), pf.congruent(lam(x, exp(x)), whole),
                    pf.lemma("exp_log", p, using=[positive]))  # fmt: skip


@lower.prove(printed, sharpened)
def by_arithmetic_and_geometric_means(pf: Proof, goal: Term) -> Fact:
    variables, names, (deep, some, few, widths), conclusion = piece_bound(pf, goal)
    w, k, p = names["w"], names["k"], names["p"]
    root, size = exp(log(p) / k), total(j, 1, k, w(j))
    positive = pf.lemma("exp_positive", log(p) / k)
    power = root_to_the_k(pf, p, k, deep, some)

    def too_small(neg: Fact) -> Fact:
        """2 S < k r would give p <= prod (w_j + 1) < r^k = p."""
        small = pf.arith(2 * size < k * root, neg)
        inverse = pf.lemma("inverse", root, using=[positive])
        unit = pf.arith(1 / root > 0, inverse, positive)
        scaled = pf.arith(2 * size * (1 / root) < k * root * (1 / root), small, unit)
        exponent = pf.arith(2 * size * (1 / root) < k, scaled, inverse, multipliers=[k])
        less = at_most_power(pf, w, k, deep, widths, root, positive, exponent, True)
        return pf.arith(false, less, few, power)

    sharp = pf.absurd(size >= term("1/2") * k * root, too_small)
    return pf.conclude(goal, variables, pf.arith(conclusion, sharp))


@upper.prove(at_most)
def by_the_same_means(pf: Proof, goal: Term) -> Fact:
    variables, names, (deep, _some, few, widths, within), conclusion = piece_bound(pf, goal)
    s, w, k = variables[0], names["w"], names["k"]
    S = total(j, 1, k, w(j))
    A = 2 * s / k
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, deep)])
    unit = pf.arith(1 / k > 0, inverse, deep)
    ladder = pf.induction(
        "n",
        1,
        lambda n: implies(n <= k, total(j, 1, n, w(j)) >= 1),
        lambda: first_width(pf, w, k, widths),
        lambda n, low, h: next_width(pf, w, k, widths, n, low, h),
    )
    positive_s = pf.arith(s >= 1, within, ladder.apply(k, using=[deep, pf.arith(k <= k)]))
    positive = pf.arith(A > 0, positive_s, unit)
    inverse_A = pf.lemma("inverse", A, using=[positive])
    unit_A = pf.arith(1 / A > 0, inverse_A, positive)
    total_k = pf.arith(k * A == 2 * s, inverse, multipliers=[s])
    scaled = pf.arith(k * A * (1 / A) >= 2 * S * (1 / A), pf.arith(k * A >= 2 * S, within, total_k), unit_A)
    exponent = pf.arith(k >= 2 * S * (1 / A), scaled, inverse_A, multipliers=[k])
    return pf.conclude(goal, variables, pf.arith(conclusion, few, at_most_power(
        pf, w, k, deep, widths, A, positive, exponent, False)))  # fmt: skip


def first_width(pf: Proof, w: Term, k: Term, widths: Fact) -> Fact:
    """1 <= k => w_1 >= 1, as a sum of one term."""
    bound = pf.assume(term(1) <= k)
    one, empty = pf.lemma("sum_step", 1, 0, lam(j, w(j))), pf.lemma("sum_empty", 1, 0, lam(j, w(j)))
    return pf.implication(bound.formula, pf.arith(
        total(j, 1, term(1), w(j)) >= 1, one, empty, widths.apply(1, using=[bound])))  # fmt: skip


def next_width(pf: Proof, w: Term, k: Term, widths: Fact, n: Term, low: Fact, hypothesis: Fact) -> Fact:
    """The sum of n + 1 widths is at least 1, from that of n."""
    bound = pf.assume(n + 1 <= k)
    return pf.implication(bound.formula, pf.arith(
        total(j, 1, n + 1, w(j)) >= 1, pf.lemma("sum_step", 1, n, lam(j, w(j)), using=[low]),
        hypothesis.apply(using=[bound]), widths.apply(n + 1, using=[low, bound])))  # fmt: skip


@lower.satisfied(printed, sharpened)
def one_unit(pf: Proof, formula: Term) -> Fact:
    terms, network, output = flat_network(pf)
    return pf.exhibit(formula, [*terms, 1], network, output, zero_pieces(pf, terms[5]))


@upper.satisfied(at_most)
def one_unit_of_size_one(pf: Proof, formula: Term) -> Fact:
    terms, network, output = flat_network(pf)
    one, empty = pf.lemma("sum_step", 1, 0, lam(j, terms[3](j))), pf.lemma("sum_empty", 1, 0, lam(j, terms[3](j)))
    return pf.exhibit(formula, [1, *terms, 1], network, output, zero_pieces(pf, terms[5]), pf.arith(
        total(j, 1, term(1), terms[3](j)) <= 1, one, empty))  # fmt: skip


@lower.instances
def integer_networks(rng, n):
    """Random integer networks: depth k, size s, and pieces counted exactly."""
    found = network_pieces_by_width(rng, n)
    return {"k": found["k"], "s": found["w_1"] + found["w_2"], "pieces": found["pieces"]}


upper.instances(integer_networks)
lower.mutant("size at least k p^(1/k) - 1", printed, units >= depth * exp(log(pieces) / depth) - 1)
lower.mutant("size at least (k p^(1/k) + 1) / 2", sharpened, implies(depth == 1, term(2) * units - 1 >= pieces))
upper.mutant("(s/k)^k", at_most, pieces <= (units / depth) ** depth)
upper.mutant("((s + k)/k)^k - 1", at_most, pieces <= ((units + depth) / depth) ** depth - 1)

# The step of the proof that uses the inequality of the means.

means = Claim(
    "mukherjee2020", "lemma", "2.A.7", slug="amgm", section="2.A", family="pwl_networks",
    title="constrained minimisation of the size",
    statement=r"""Let $k \ge 1$ and $p > 0$. Under (2.17), $2^{k-1} (w_1 + 1) w_2 \cdots w_k \ge p$, with real numbers
    $w_1 + 1, w_2, \dots, w_k > 0$, the sum $w_1 + \dots + w_k$ is smallest for $w_1 + 1 = w_2 = \dots = w_k = c$ with
    $2^{k-1} c^k = p$, and $c \ge \frac12 p^{1/k}$. So the size is at least $\frac12 k p^{1/k} - 1$. (Integers need not
    be equal where the sum is smallest: for $k = 2$ and $p = 3$ it is so for $w_1 = w_2 = 1$.)""",
)  # fmt: skip
real_p, equal = real("p"), function("c", "int->real")
widths = function("w", "int->real")
common = exp((log(real_p) - (k - 1) * log(2)) / k)
real_root = exp(log(real_p) / k)


def budget(w: Term) -> Term:
    """The left side of (2.17)."""
    return 2 ** (k - 1) * (w(1) + 1) * product(j, 2, k, w(j))


attained = exists(equal, conj(equal(1) + 1 == common, every(j, 2, k, equal(j) == common), budget(equal) == real_p,
                              total(j, 1, k, equal(j)) == k * common - 1))  # fmt: skip
first_width_, second_width = real("w_1"), real("w_2")
smallest = means.variant(
    "printed",
    forall(widths, k, real_p, implies(
        conj(k >= 1, real_p > 0, widths(1) + 1 > 0, every(j, 2, k, widths(j) > 0), budget(widths) >= real_p),
        conj(total(j, 1, k, widths(j)) >= k * common - 1, attained, common >= term("1/2") * real_root))),
    expect="proved", why="The product of k positive numbers is largest, for a given sum, when all are equal.",
    observed=implies(conj(first_width_ >= 0, second_width > 0), (first_width_ + 1 + second_width) ** 2 >= 4 * (
        first_width_ + 1) * second_width),
)  # fmt: skip


@means.prove(smallest)
def by_means(pf: Proof, goal: Term) -> Fact:
    values, given, conclusion = pf.intro(goal)
    w, k, p = values
    deep, positive, first, rest, enough = given
    y = (log(p) - (k - 1) * log(2)) / k
    c, v = exp(y), first_apart(w)
    low, before = pf.arith(k >= 0, deep), pf.arith(k - 1 >= 0, deep)
    inverse = pf.lemma("inverse", k, using=[pf.arith(negation(k == 0), deep)])
    two, itself = (pf.lemma("exp_log", e, using=[f]) for e, f in ((term(2), pf.arith(term(0) < 2)), (p, positive)))
    top = power_of_exp(pf, c, pf.reflexive(c), y, k, low)
    scale = power_of_exp(pf, term(2), two, log(2), k - 1, before)
    whole = pf.arith(k * y + (k - 1) * log(2) == log(p), inverse, multipliers=[log(p), (k - 1) * log(2)])
    product_ = pf.lemma("exp_sum", k * y, (k - 1) * log(2))
    same = pf.arith(2 ** (k - 1) * c**k == p, top, scale, product_, pf.congruent(lam(x, exp(x)), whole), itself,
                    multipliers=[1, exp(k * y), c**k, 2 ** (k - 1)])  # fmt: skip
    power = pf.arith(term(2) ** (k - 1) > 0, power_positive(pf).apply(k - 1, using=[before]))
    apart = first_apart_facts(pf)(w).apply(k, using=[deep])
    above = pf.arith(2 ** (k - 1) * (product(j, 1, k, v(j)) - c**k) >= 0, apart.left, same, enough, multipliers=[
        term(2) ** (k - 1)])  # fmt: skip

    def sign(no: Fact) -> Fact:
        return pf.arith(false, above, pf.arith(2 ** (k - 1) * (c**k - product(j, 1, k, v(j))) > 0, pf.arith(
            c**k - product(j, 1, k, v(j)) > 0, no), power))  # fmt: skip

    large = pf.absurd(c**k <= product(j, 1, k, v(j)), sign)

    def member(e: Term, bounds: Fact) -> Fact:
        def at_one(yes: Fact) -> Fact:
            return pf.arith(v(e) > 0, pf.lemma("if_true", *v(e).args, using=[yes]), first)

        def later(no: Fact) -> Fact:
            at_least_two = pf.absurd(2 <= e, lambda q: pf.conflict(pf.arith(e == 1, q, bounds), no))
            return pf.arith(v(e) > 0, pf.lemma("if_false", *v(e).args, using=[no]), rest.apply(
                e, using=[at_least_two, bounds.right]))  # fmt: skip

        return pf.decide(e == 1, at_one, later)

    exponential = pf.lemma("exp_positive", y)
    mean = arithmetic_mean(pf).apply(v, k, c, using=[exponential, low, over(pf, 1, k, member), large])
    size = pf.arith(conclusion.args[0], mean, apart.right)
    best = lam(j, where(j == 1, c - 1, c))
    one = pf.arith(best(1) == c - 1, pf.lemma("if_true", *best(1).args, using=[pf.ring(1, 1)]))

    def others(e: Term, bounds: Fact) -> Fact:
        return pf.lemma("if_false", *best(e).args, using=[pf.arith(negation(e == 1), bounds)])

    all_equal = equal_widths(pf).apply(c, k, using=[low])
    flat = first_apart(best)

    def unchanged(e: Term, *_: Fact) -> Fact:
        def at_one(yes: Fact) -> Fact:
            return pf.arith(flat(e) == c, pf.lemma("if_true", *flat(e).args, using=[yes]), one)

        def later(no: Fact) -> Fact:
            return pf.arith(flat(e) == c, pf.lemma("if_false", *flat(e).args, using=[no]), pf.lemma(
                "if_false", *best(e).args, using=[no]))  # fmt: skip

        return pf.decide(e == 1, at_one, later)

    parts = first_apart_facts(pf)(best).apply(k, using=[deep])
    sums = equal_sums(pf, term(1), k, flat, lam(j, c), unchanged)
    products = equal_products(pf, k, low, flat, c, unchanged)
    spent = 2 ** (k - 1) * (best(1) + 1) * product(j, 2, k, best(j))
    budget_ = pf.arith(spent == p, parts.left, products, all_equal.left, same, multipliers=[1, term(2) ** (k - 1)])
    least = pf.arith(total(j, 1, k, best(j)) == k * c - 1, parts.right, sums, all_equal.right)
    found = pf.witness(conclusion.args[1].args[0], best, pf.both(
        pf.arith(best(1) + 1 == c, one), over(pf, 2, k, others), budget_, least))  # fmt: skip
    unit = pf.enclose(0 < log(2))
    share = pf.arith(1 / k > 0, inverse, deep)
    half = log(p) / k - log(2)
    order = pf.arith(half <= y, inverse, pf.arith(log(2) * (1 / k) >= 0, unit, share), multipliers=[log(2)])
    halved = pf.lemma("exp_sum", half, log(2))
    sum_ = pf.congruent(lam(x, exp(x)), pf.ring(half + log(2), log(p) / k))
    final = pf.arith(c >= term("1/2") * exp(log(p) / k), weak_exp(pf, half, y, order), pf.arith(
        2 * exp(half) == exp(log(p) / k), halved, sum_, two, multipliers=[1, exp(half)]))  # fmt: skip
    return pf.conclude(goal, values, pf.both(size, found, final))


def equal_products(pf: Proof, k: Term, low: Fact, f: Term, c: Term, each: Callable[..., Fact]) -> Fact:
    """The product of f(1), ..., f(k), all equal to c, is that of k factors c."""
    g = lam(j, c)

    def claim_(n: Term) -> Term:
        return product(j, 1, n, f(j)) == product(j, 1, n, g(j))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        longer = [pf.lemma("prod_step", 1, n, e, using=[above]) for e in (f, g)]
        return pf.arith(claim_(n + 1), here, *longer, each(n + 1), multipliers=[1, c, product(j, 1, n, f(j))])

    base = pf.arith(claim_(term(0)), *(pf.lemma("prod_empty", 1, 0, e) for e in (f, g)))
    return pf.induction("n", 0, claim_, base, step).apply(k, using=[low])


@means.defined(smallest)
def logarithms(pf: Proof, formula: Term) -> Fact:
    unit = pf.enclose(0 < log(2))

    def leaf(goal: Term, facts: list[Fact]) -> Fact | None:
        return pf.arith(goal, unit, *facts)

    return defined(pf, formula, leaf)


@means.satisfied(smallest)
def one_layer_of_one(pf: Proof, formula: Term) -> Fact:
    """k = 1, p = 1 and w_1 = 1."""
    ones = lam(j, term(1))
    none = over(pf, 2, term(1), lambda e, b: pf.anything(term(1) > 0, pf.arith(false, b)))
    left = 2 ** (term(1) - 1) * (term(1) + 1) * product(j, 2, term(1), term(1))
    value = pf.arith(left >= 1, pf.lemma("prod_empty", 2, 1, ones), pf.lemma("power_zero", 2), multipliers=[
        2 ** (term(1) - 1) * (term(1) + 1), 2])  # fmt: skip
    return pf.exhibit(formula, [ones, 1, 1], none, value)


@means.instances
def two_widths(rng, n):
    """Two dyadic widths, where the inequality of the means is (w_1 + 1 + w_2)^2 >= 4 (w_1 + 1) w_2."""
    first, second = dyadic(rng, n, 0, 8, 4), dyadic(rng, n, 1 / 16, 8, 4)
    return {"w_1": first, "w_2": np.where(rng.integers(0, 4, size=n) == 0, first + 1, second)}


two_widths.free = {"w_1", "w_2"}
means.mutant("5 for 4", smallest, implies(conj(first_width_ >= 0, second_width > 0), (
    first_width_ + 1 + second_width) ** 2 >= 5 * (first_width_ + 1) * second_width))  # fmt: skip
means.mutant("without the 1", smallest, implies(conj(first_width_ >= 0, second_width > 0), (
    first_width_ + second_width) ** 2 >= 4 * (first_width_ + 1) * second_width))  # fmt: skip
