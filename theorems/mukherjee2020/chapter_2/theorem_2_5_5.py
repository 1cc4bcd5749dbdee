"""Theorem 2.5.5, size of restricted circuits for (2.9): true for every m, with the constant 1/2, and far from tight."""

import itertools

import numpy as np

from numerics.circuits import restricted_outputs, vertices
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over, power_of_exp, under
from numerics.sign_rank import sign_rank_at_most
from numerics.terms import (
    TABLE,
    Term,
    body,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)  # fmt: skip
from numerics.terms import exp as exponential
from theorems.claim import Claim
from theorems.mukherjee2020.blocks import constant_on_blocks, groups_needed
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.chapter_2.section_2_5_1 import E, parabola
from theorems.mukherjee2020.logarithms import weak_exp
from theorems.mukherjee2020.odd_max_bit import distinct_rows, same_column
from theorems.mukherjee2020.ranks import rank_monotone, shattered, shattering
from theorems.mukherjee2020.restricted import Bottom, layers, on_the_line
from theorems.mukherjee2020.sign_rank import (
    ChattopadhyayMande,
    Circuit,
    RestrictedBottom,
    Root,
    SignRankAtMost,
    inner,
)  # fmt: skip

claim = Claim(
    "mukherjee2020", "theorem", "2.5.5", section="2.5.1", family="sign_rank",
    title="exponential lower bound at depth d",
    uses=["definition_12", "equation_2_9", "lemma_2_e_1", "theorem_2_5_6.lower", "section_2_e.sign_rank_chain"],
    statement=r"""Let $m, d, W$ be natural numbers. A circuit of depth $d$ on $2m$ bits, with an LTF gate above $d - 1$
    layers of ReLU gates, whose bottom weights are restricted as in Definition 12, and which computes the function
    $\mathrm{OMB}_n \circ \mathrm{OR}_{n^{1/3} + \log n} \circ \mathrm{XOR}_2$ of (2.9) on these bits, has size
    $$\Omega\left((d-1) \left[\frac{2^{m^{1/8}}}{mW}\right]^{\frac1{d-1}}\right).$$
    The same holds for circuits of depth $d$ of LTF gates alone.""",
)  # fmt: skip

d, n, l, m, W, k = (integer(name) for name in ("d", "n", "l", "m", "W", "k"))
i, j, r, s, t, u, v, x, y = (integer(name) for name in ("i", "j", "r", "s", "t", "u", "v", "x", "y"))
w, C, beta, alpha = function("w", "int->int"), real("C"), real("beta"), function("alpha", "int->real")
a, c, X, Y = (function(name, "int->int->int") for name in ("a", "c", "X", "Y"))
V, b, z = (
    function("V", "int->int->int->real"),
    function("b", "int->int->real"),
    function("z", "int->int->int->int->real"),
)
gate, q = function("gate", "real->real"), real("q")
F, width = function("F", "int->int->real"), integer("w")


def fires(q: Term) -> Term:
    """A threshold gate, 1 or -1; it fires at 0."""
    return where(q >= 0, 1, -1)


gates = either(forall(q, gate(q) == maximum(0, q)), forall(q, gate(q) == fires(q)))
output = fires(beta + total(j, 1, w(d - 1), alpha(j) * z(d - 1)(j)(r)(s)))
computes = every(r, 1, 2**m, every(s, 1, 2**m, output == ChattopadhyayMande(X(r), Y(s), n, l)))
size = total(k, 1, d - 1, w(k))


def circuits(*then: Term) -> Term:
    """For all circuits of depth d of ReLU or of LTF gates, with an LTF gate at the output and a restricted bottom, that
    compute the function with n blocks of l pairs of bits, m = n l."""
    return forall(d, n, l, m, W, w, a, c, V, b, z, X, Y, alpha, beta, gate, implies(
        conj(d >= 2, n >= 1, l >= 1, m == n * l), every(k, 1, d - 1, w(k) >= 1),
        RestrictedBottom(a, c, w(1), X, Y, m, W), gates, Circuit(z, gate, a, c, V, b, w, d - 1, X, Y, m),
        computes, *then))  # fmt: skip


def bound(numerator: Term) -> Term:
    """(d - 1) (numerator / (m W))^(1/(d-1))."""
    return (d - 1) * Root(numerator / (m * W), d - 1)


eighth = exponential(log(2) * Root(m, 8))  # 2^(m^(1/8))
first_width, size_observed = integer("w_1"), integer("size")
wide_enough = first_width * (m * W) + 1 >= 2**m

printed = claim.variant(
    "printed", exists(C, conj(C > 0, circuits(size >= C * bound(eighth)))), expect="proved",
    why="With the constant 1/2 for all m, W and d >= 2 (d = 1 would divide by 0), all n and all widths l >= 1 of the "
        "ORs. No sign-rank is needed: the bottom layer must tell all rows of the function apart. The printed bound "
        "exceeds d - 1 only for m = 1, 2 and from m of about 2^44 on.",
    observed=implies(wide_enough, size_observed >= term("1/2") * bound(eighth)),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", circuits(size >= term("1/2") * bound(2**m)), expect="proved",
    why="m itself stands where m^(1/8) is printed, and more is true: the bottom layer alone has at least "
        "(2^m - 1)/(mW) gates (theorem_2_5_5.strong).",
    observed=implies(wide_enough, size_observed >= term("1/2") * bound(2**m)),
)  # fmt: skip


# A bottom layer tells apart at most w m W + 1 rows.


def rows_told(p: Proof, bottom: Fact, constant: Fact, n: Term, l: Term, facts: list[Fact], computes) -> Fact:
    """2^m - 1 <= D - 1, when a matrix with the values of the function is constant on the blocks of a partition into D
    groups. ``facts`` are 1 <= n, 1 <= l, m = n l and 1 <= D; ``computes(r, s, inside)`` is an equation of an entry."""
    _, _, _, X, Y, m, _ = bottom.formula.args
    G, R = constant.formula.args[0], 2**m
    some_blocks, long, bits_in_all, positive = facts
    some, _, _, first, second, *_ = p.open_definition(bottom).split()
    left, right = p.open_definition(first).split(), p.open_definition(second).split()
    power = power_positive(p).apply(m, using=[some])
    tells, same = distinct_rows(p), same_column(p)

    def differ(e: Term, bounds: Fact) -> tuple[Term, list[Fact], Fact]:
        inside = [
            p.arith(e >= 1, bounds),
            p.arith(e <= R, bounds),
            p.arith(e + 1 <= R, bounds),
            p.arith(e + 1 >= 1, bounds),
        ]
        t, other = p.obtain(left[1].apply(e, e + 1, using=[*inside, p.arith(e + 1 <= e + 1)]), "t")

        def signs(order: Fact, at: Term) -> Fact:
            return over(p, 1, n * l, lambda t, within: order.apply(at, t, using=[*inside, within, bits_in_all]), "t")

        place = [p.arith(t >= 1, other), p.arith(t <= n * l, other, bits_in_all)]
        y, told = p.obtain(tells.apply(n, l, X(e), X(e + 1), t, using=[
            some_blocks, long, signs(left[0], e), signs(left[0], e + 1), *place, other.right]), "y")  # fmt: skip
        whole = over(p, 1, m, lambda t, within: told.left.apply(t, using=[within, bits_in_all]), "t")
        s, found = p.obtain(right[2].apply(y, using=[whole]), "s")
        column = over(p, 1, n * l, lambda t, within: found.right.apply(t, using=[within, bits_in_all]), "t")
        values = [same.apply(n, l, X(at), Y(s), y, using=[p.both(some_blocks, long, column)]) for at in (e, e + 1)]
        entries = [computes(at, s, [*inside, found.left]) for at in (e, e + 1)]
        return s, [found.left], p.refute(G(e)(s) == G(e + 1)(s), lambda equal: p.conflict(p.arith(
            told.right.formula.args[0], equal, *values, *entries), told.right))  # fmt: skip

    return groups_needed(p, constant, R - 1, positive, p.arith(R - 1 + 1 <= R, power), differ)


strong = Claim(
    "mukherjee2020", "theorem", "2.5.5", slug="strong", section="2.5.1", family="sign_rank",
    title="depth-free strengthening",
    uses=["definition_12", "lemma_2_e_1", "section_2_5_1.cm_distinct_rows"],
    statement=r"""(Ours.) Let $w$ bottom gates of any kind be restricted as in Definition 12, and let anything at all be
    computed from their outputs. If the result is the function of (2.9) on $2m$ bits, then $w \ge (2^m - 1)/(mW)$.""",
)  # fmt: skip

hat = lam(j, x, y, inner(a(j), X(x), m) + inner(c(j), Y(y), m))  # what the bottom gates add up
same_sums = every(j, 1, width, hat(j)(r)(s) == hat(j)(u)(v))
depends = every(r, 1, 2**m, every(s, 1, 2**m, every(u, 1, 2**m, every(v, 1, 2**m, implies(
    same_sums, F(r)(s) == F(u)(v))))))  # fmt: skip
rows = integer("rows")

strong_printed = strong.variant(
    "printed", forall(n, l, m, W, width, a, c, X, Y, F, implies(
        conj(n >= 1, l >= 1, m == n * l), RestrictedBottom(a, c, width, X, Y, m, W), depends,
        every(r, 1, 2**m, every(s, 1, 2**m, F(r)(s) == ChattopadhyayMande(X(r), Y(s), n, l))),
        2**m <= width * (m * W) + 1)), expect="proved",
    why="Along the order of the vertices the w inner products rise, each at most mW times, so that at most w m W + 1 "
        "rows can be told apart; the function has 2^m different rows.",
    observed=rows <= width * (m * W) + 1,
)  # fmt: skip


@strong.prove(strong_printed)
def by_counting_rows(p: Proof, goal: Term) -> Fact:
    (n, l, m, W, width, a, c, X, Y, F), (some_blocks, long, bits_in_all, bottom, depends, computes), _ = p.intro(goal)
    r, s, sums = p.obtain(Bottom(a, c, width, X, Y, m, W, bottom).partition(p), "r", "s")
    D = width * (m * W) + 1

    def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
        x, u, y, v = places
        same = over(p, 1, width, lambda j, bounds: p.open_definition(sums.apply(j, using=[bounds])).apply(
            *places, using=[*inside, rows, columns]), "j")  # fmt: skip
        return depends.apply(x, y, u, v, using=[*inside, same])

    constant = constant_on_blocks(p, F, 2**m, r, s, D, equal)
    some, wide, count, *_ = p.open_definition(bottom).split()
    positive = p.arith(D >= 1, p.arith(width * (m * W) >= 1, count, p.arith(m * W >= 1, some, wide)))
    few = rows_told(p, bottom, constant, n, l, [some_blocks, long, bits_in_all, positive], lambda at, s, inside:
                    computes.apply(at, s, using=inside))  # fmt: skip
    return p.conclude(goal, [n, l, m, W, width, a, c, X, Y, F], p.arith(2**m <= D, few))


@strong.satisfied(strong_printed)
def by_two_bits(p: Proof, formula: Term) -> Fact:
    (a, c, width, X, Y, m, W), bottom = on_the_line(p)
    one = term(1)
    F = lam(r, s, ChattopadhyayMande(X(r), Y(s), one, one))
    terms = [one, one, m, W, width, a, c, X, Y, F]
    inner_, rest = instance_of(formula, *terms), []
    for part in (inner_.args[0], inner_.args[1].args[1]):
        rest += [p.compute(part)]
    return p.witness(formula, *terms, p.both(rest[0], bottom, rest[1]))


@strong.instances
def random_circuits(rng, n_):
    """Random restricted circuits with m <= 3, W <= 4, up to three layers; rows counts the different rows of what the
    top gate receives."""
    shapes = [(m, W, widths) for m in (1, 2, 3) for W in (1, 2, 4) for widths in ((1,), (2,), (3,), (2, 2), (1, 2, 1))]
    shape = rng.integers(len(shapes), size=n_)
    found = {name: np.zeros(n_) for name in ("m", "W", "w", "rows")}
    for number, (m, W, widths) in enumerate(shapes):
        here = shape == number
        matrices = restricted_outputs(rng, int(here.sum()), m, W, widths, rectified=False)
        equal = np.all(matrices[:, :, None] == matrices[:, None], axis=-1)
        found["m"][here], found["W"][here], found["w"][here] = m, W, widths[0]
        found["rows"][here] = (~np.tril(equal, -1).any(axis=-1)).sum(axis=-1)  # rows unlike all before them
    return found


strong.mutant("w m W rows", strong_printed, rows <= width * (m * W))
strong.mutant("without the bottom width", strong_printed, rows <= m * W + 1)


# The size of circuits.


def bernoulli(p: Proof, v: Term, positive: Fact, t: Term, some: Fact) -> Fact:
    """t v <= v^t + t - 1 for v > 0 and t >= 1."""

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        grown = p.arith(v**k * v >= (k * v - k + 1) * v, here, positive)
        square = p.arith(k * (v - 1) * (v - 1) >= 0, low, squares=[v - 1])
        return p.arith((k + 1) * v <= v ** (k + 1) + (k + 1) - 1, grown, square, p.lemma(
            "power_step", v, k, using=[low]), degree=1)  # fmt: skip

    start = p.arith(
        1 * v <= v ** term(1) + 1 - 1, p.lemma("power_step", v, 0), p.lemma("power_zero", v), multipliers=[v]
    )
    return p.induction("k", 1, lambda k: k * v <= v**k + k - 1, lambda: start, step).apply(t, using=[some])


def root_bound(p: Proof, B: Term, t: Term, positive: Fact, some: Fact) -> Fact:
    """t B^(1/t) <= B + t - 1 for B > 0 and t >= 1."""
    v, x = exponential(log(B) / t), log(B) / t
    inverse = p.lemma("inverse", t, using=[p.arith(negation(t == 0), some)])
    whole = p.congruent(lam(q, exponential(q)), p.arith(t * x == log(B), inverse, multipliers=[log(B)]))
    power = power_of_exp(p, v, p.reflexive(v), x, t, p.arith(t >= 0, some))
    above = bernoulli(p, v, p.lemma("exp_positive", x), t, some)
    return p.arith(t * v <= B + t - 1, above, power, whole, p.lemma("exp_log", B, using=[positive]))


def width_and_depth(p: Proof, w: Term, h: Term, some: Fact, widths: Fact) -> Fact:
    """w(1) + h - 1 <= w(1) + ... + w(h)."""
    f = lam(k, w(k))

    def claim(e: Term) -> Term:
        return implies(e <= h, w(1) + e - 1 <= total(k, 1, e, w(k)))

    def step(e: Term, low: Fact, here: Fact) -> Fact:
        return under(p, e + 1 <= h, lambda within: p.arith(
            claim(e + 1).args[1], here.apply(using=[within]), p.lemma("sum_step", 1, e, f, using=[low]),
            widths.apply(e + 1, using=[low, within])))  # fmt: skip

    first = p.lemma("sum_step", 1, 0, f), p.lemma("sum_empty", 1, 0, f)
    start = under(p, term(1) <= h, lambda _: p.arith(claim(term(1)).args[1], *first))
    return p.induction("e", 1, claim, lambda: start, step).apply(h, using=[some, p.arith(h <= h)])


def size_bound(p: Proof, goal: Term, numerator, below) -> Fact:
    """The size of a circuit is at least half of (d-1) (N / (mW))^(1/(d-1)), where N = ``numerator(m)``, and
    ``below(m, 1 <= m)`` shows 0 < N and N <= 2^m."""
    (d, n, l, m, W, w, a, c, V, b, z, X, Y, alpha, beta, gate), facts, wanted = p.intro(goal)
    deep, some_blocks, long, bits_in_all, widths, bottom, _, circuit, computes = facts
    h = d - 1
    some_layers = p.arith(h >= 1, deep)
    found = layers(p, bottom, circuit)
    constant = found.combined(p, alpha, beta, lam(q, fires(q)), some_layers)
    some, wide, *_ = p.open_definition(bottom).split()
    factor, first = p.arith(m * W >= 1, some, wide), widths.apply(1, using=[some_layers])
    D = found.partition[2]
    positive = p.arith(D >= 1, p.arith(w(1) * (m * W) >= 1, factor, first))
    few = rows_told(p, bottom, constant, n, l, [some_blocks, long, bits_in_all, positive], lambda at, s, inside:
                    computes.apply(at, s, using=inside))  # fmt: skip
    N = numerator(m)
    over_zero, at_most = below(m, some)
    B = N / (m * W)
    inverse = p.lemma("inverse", m * W, using=[p.arith(negation(m * W == 0), factor)])
    share = p.arith(1 / (m * W) > 0, inverse, factor)
    ratio = p.arith(B > 0, over_zero, share)
    cleared = p.arith(B * (m * W) == N, inverse, multipliers=[N])
    doubled = p.arith(
        B * (m * W) <= 2 * w(1) * (m * W), cleared, at_most, few, p.arith(w(1) * (m * W) >= 1, factor, first)
    )
    narrow = p.absurd(B <= 2 * w(1), lambda more: p.arith(false, doubled, more, factor))
    root = root_bound(p, B, h, ratio, some_layers)
    spread = width_and_depth(p, w, h, some_layers, widths)
    fact = p.arith(body_of(p, wanted), root, narrow, spread, some_layers, degree=1)
    return p.conclude(
        goal, [d, n, l, m, W, w, a, c, V, b, z, X, Y, alpha, beta, gate], p.restate(p.close(fact), wanted)
    )


def body_of(p: Proof, formula: Term) -> Term:
    """A formula with its definitions unfolded."""
    return Term(TABLE.unfold(formula.index))


@claim.prove(sharpened)
def by_the_bottom_width(p: Proof, goal: Term) -> Fact:
    def below(m: Term, some: Fact) -> tuple[Fact, Fact]:
        return p.arith(2**m > 0, power_positive(p).apply(m, using=[some])), p.arith(2**m <= 2**m)

    return size_bound(p, goal, lambda m: 2**m, below)


@claim.prove(printed)
def by_much_less(p: Proof, goal: Term) -> Fact:
    half = instance_of(goal, "1/2")

    def below(m: Term, some: Fact) -> tuple[Fact, Fact]:
        """0 < 2^(m^(1/8)) <= 2^m."""
        small, two = log(m) / 8, p.lemma("exp_log", 2, using=[p.arith(term(2) > 0)])
        whole = p.lemma("exp_log", m, using=[p.arith(m > 0, some)])

        def negative(less: Fact) -> Fact:
            falling = p.lemma("exp_monotone", log(m), 0, using=[less])
            return p.arith(false, falling, whole, p.lemma("exp_zero"), some)

        above = p.arith(log(m) >= 0, p.refute(log(m) < 0, negative))
        root = p.arith(exponential(small) <= m, weak_exp(p, small, log(m), p.arith(small <= log(m), above)), whole)
        bit = p.enclose(term(0) < log(2))
        exponent = p.arith(log(2) * exponential(small) <= m * log(2), root, bit)
        power = power_of_exp(p, term(2), two, log(2), m, p.arith(m >= 0, some))
        N = exponential(log(2) * exponential(small))
        return p.lemma("exp_positive", log(2) * exponential(small)), p.arith(
            N <= 2**m, weak_exp(p, log(2) * exponential(small), m * log(2), exponent), power)  # fmt: skip

    shown = size_bound(p, half.args[1], lambda m: exponential(log(2) * exponential(log(m) / 8)), below)
    return p.witness(goal, term("1/2"), p.both(p.compute(term("1/2") > 0), shown))


@claim.defined(printed, sharpened)
def by_positive_quotients(p: Proof, formula: Term) -> Fact:
    return defined(p, formula, lambda part, facts: positive_quotient(p, part, facts))


def positive_quotient(p: Proof, formula: Term, facts: list[Fact]) -> Fact | None:
    """0 < a / b for a power of 2 or an exponential a, and b = m W."""
    if formula.op != "<" or formula.args[1].op != "/":
        return None
    top, bottom = formula.args[1].args
    if top.op == "exp":
        above = p.lemma("exp_positive", top.args[0])
    else:
        above = p.arith(top > 0, power_positive(p).apply(top.args[1], using=[p.find(top.args[1] >= 0, facts)]))
    below = p.find(bottom > 0, facts)
    inverse = p.lemma("inverse", bottom, using=[below])
    return p.arith(formula, p.arith(1 / bottom > 0, inverse, below), above)


@claim.satisfied(sharpened)
def by_two_gates(p: Proof, formula: Term) -> Fact:
    """max(0, x + y + 2) - 2 max(0, x + y) - 1 has the signs of -x y on bits x and y."""
    (a, c, width, X, Y, m, W), bottom = on_the_line(p, gates=2)
    one, relu = term(1), lam(q, maximum(0, q))
    w, b, V = lam(k, width), lam(k, i, 4 - 2 * i), lam(k, i, j, term(0))
    alpha, beta = lam(j, 4 - 3 * j), term(-1)
    z = lam(k, i, r, s, relu(4 - 2 * i + inner(a(i), X(r), m) + inner(c(i), Y(s), m)))
    terms = [term(2), one, one, m, W, w, a, c, V, b, z, X, Y, alpha, beta, relu]
    rest = instance_of(formula, *terms)
    numbers, positive, _, gates, circuit, computed = conjuncts(rest, 6)
    either_gate = p.or_intro(gates, p.general(q, p.reflexive(relu(q))))
    runs = p.restate(p.compute(body(circuit)), circuit)
    return p.witness(formula, *terms, p.both(
        p.compute(numbers), p.compute(positive), bottom, either_gate, runs, p.compute(computed)))  # fmt: skip


def conjuncts(formula: Term, count: int) -> list[Term]:
    """The first conjuncts of a formula, the last of them all the rest."""
    parts = []
    while len(parts) < count - 1:
        parts.append(formula.args[0])
        formula = formula.args[1]
    return [*parts, formula]


@claim.instances
def narrow_circuits(rng, n_):
    """Depths d <= 5, m <= 20 and W <= 8 with the least bottom width that Lemma 2.E.1 leaves to a circuit with 2^m
    different rows, and one gate in each further layer."""
    m, W, d = rng.integers(1, 21, size=n_), rng.integers(1, 9, size=n_), rng.integers(2, 6, size=n_)
    width = -((1 - 2**m) // (m * W))
    found = {"m": m, "W": W, "d": d, "w_1": width, "size": width + d - 2}
    return {name: value.astype("float64") for name, value in found.items()}


claim.mutant("51/100 for 1/2", printed, implies(wide_enough, size_observed >= term("51/100") * bound(eighth)))
claim.mutant("no exponent 1/(d-1)", printed, implies(wide_enough, size_observed >= term("1/2") * (d - 1) * (
    exponential(log(2) * m) / (m * W))))  # fmt: skip
claim.mutant("3/5 for 1/2", sharpened, implies(wide_enough, size_observed >= term("3/5") * bound(2**m)))
claim.mutant("2m for m", sharpened, implies(wide_enough, size_observed >= term("1/2") * bound(2 ** (2 * m))))


# Lower bounds of sign-rank.

lower = Claim(
    "mukherjee2020", "theorem", "2.5.5", slug="sign_rank_lower", section="2.5.1", family="sign_rank",
    title="sign-rank from shattered columns, and a matrix of sign-rank 3",
    uses=["section_2_5_1.sign_rank_definition"],
    statement=r"""(Ours.) If the rows of a sign matrix show all $2^e$ patterns of signs on some $e$ columns, then its
    sign-rank is at least $e$. The $n \times n$ matrix with $1$ on the diagonal and $-1$ elsewhere has sign-rank exactly
    $3$ for every $n \ge 4$ (for $n = 4$ it is a Hadamard matrix).""",
)  # fmt: skip

e, shown, sign_rank = integer("e"), integer("e"), integer("sign_rank")
exactly_three = forall(n, implies(n >= 4, conj(SignRankAtMost(E, n, 3), forall(r, implies(
    SignRankAtMost(E, n, r), 3 <= r)))))  # fmt: skip

lower_printed = lower.variant(
    "printed", conj(forall(F, n, e, r, implies(
        conj(e >= 1, e <= n, shattered(F, n, e), SignRankAtMost(F, n, r)), e <= r)), exactly_three), expect="proved",
    why="Fewer than e dimensions make e columns of a realisation dependent, and the row with the signs of the "
        "coefficients contradicts that. In two dimensions the 2 x 2 minors of rows 1, 2 and of rows 1, 3 give one "
        "product of two minors of the columns both signs.",
    observed=shown <= sign_rank,
)  # fmt: skip


@lower.prove(lower_printed)
def by_dependence_and_minors(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (n,), (four,), _ = p.intro(second, premises=1)
    r = p.fresh("r", "int")
    least = p.general(r, under(p, SignRankAtMost(E, n, r), lambda realised: no_plane(p, n, r, four, realised)))
    exact = p.conclude(second, [n], p.both(parabola(p, n), least))
    return p.both(p.restate(shattering(p), first), exact)


def no_plane(p: Proof, n: Term, r: Term, four: Fact, realised: Fact) -> Fact:
    """3 <= r when r bounds the sign-rank of the matrix, of size n >= 4."""

    def in_a_plane(few: Fact) -> Fact:
        B, fact = p.obtain(p.open_definition(realised), "B")
        flat = rank_monotone(p).apply(B, n, r, 2, using=[p.both(
            fact.right, p.arith(r <= 2, few), p.compute(term(2) >= 0))])  # fmt: skip
        P, Q, rule = p.obtain(p.open_definition(flat), "P", "Q")

        def entry(x: int, y: int) -> Fact:
            """The sign of P(x)(1) Q(1)(y) + P(x)(2) Q(2)(y)."""
            inside = [p.arith(f, four) for f in (term(1) <= x, term(x) <= n, term(1) <= y, term(y) <= n)]
            f = lam(s, P(x)(s) * Q(s)(y))
            terms = [p.lemma("sum_empty", 1, 0, f), p.lemma("sum_step", 1, 0, f), p.lemma("sum_step", 1, 1, f)]
            value = P(x)(1) * Q(1)(y) + P(x)(2) * Q(2)(y)
            sign = p.compute(E(x)(y) == (1 if x == y else -1))
            product = p.arith(B(x)(y) * (1 if x == y else -1) > 0, fact.left.apply(x, y, using=inside), sign,
                              multipliers=[B(x)(y)])  # fmt: skip
            return p.arith(value > 0 if x == y else value < 0, product, rule.apply(x, y, using=inside), *terms)

        def minor(x: int, y: int, i: int, j: int) -> Term:
            rows = P(x)(1) * P(y)(2) - P(x)(2) * P(y)(1)
            return rows * (Q(1)(i) * Q(2)(j) - Q(1)(j) * Q(2)(i))

        def sign_of(x: int, y: int, i: int, j: int, positive: bool) -> Fact:
            signs = [entry(a, b) for a in (x, y) for b in (i, j)]
            return p.arith(minor(x, y, i, j) > 0 if positive else minor(x, y, i, j) < 0, *signs)

        return p.arith(false, sign_of(1, 2, 4, 1, True), sign_of(1, 2, 3, 2, False), sign_of(1, 3, 4, 1, True),
                       sign_of(1, 3, 3, 2, True))  # fmt: skip

    return p.absurd(3 <= r, in_a_plane)


@lower.instances
def thin_signs(rng, n_):
    """At most 400 random sign matrices of 8 rows and 3 columns: their sign-rank, and the greatest number e of columns
    on which all patterns occur."""
    signs = 2 * rng.integers(0, 2, size=(min(n_, 400), 8, 3)) - 1
    signs[::5] = vertices(3)[rng.permuted(np.tile(np.arange(8), (len(signs[::5]), 1)), axis=1)]
    signs[1::5, :, 2] = signs[1::5, :, 1]
    found = [(max((len(c) for size in (1, 2, 3) for c in itertools.combinations(range(3), size)
                   if len(np.unique(matrix[:, c], axis=0)) == 2**size), default=0),
              next((r for r in (1, 2) if sign_rank_at_most(matrix, r)), 3)) for matrix in signs]  # fmt: skip
    table = np.array(found, dtype="float64")[rng.integers(0, len(found), size=n_)]
    return {"e": table[:, 0], "sign_rank": table[:, 1]}


lower.mutant("one more", lower_printed, shown + 1 <= sign_rank)
lower.mutant("equality", lower_printed, shown == sign_rank)
