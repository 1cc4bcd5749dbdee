"""Section 2.E, the steps from block structure to the lower bound: true but for the last, which loses a square root."""

import math

import numpy as np

from numerics.circuits import block_matrices, restricted_outputs, small_ranks
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over, power_of_exp, sum_appended, under
from numerics.rank import exact_rank
from numerics.sampling import dyadic
from numerics.sums import equal_sums, smaller_sum, sum_of_constants, sums_linear
from numerics.terms import (
    TABLE,
    Term,
    body,
    conj,
    every,
    exists,
    exp,
    false,
    floor,
    forall,
    function,
    iff,
    implies,
    instance_of,
    integer,
    lam,
    log,
    maximum,
    negation,
    product,
    real,
    same,
    sqrt,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.blocks import equal_rows, singletons
from theorems.mukherjee2020.boolean import power_positive, power_sum
from theorems.mukherjee2020.ranks import (
    bounded_ranks,
    combination,
    factored,
    identity_rank,
    rank_monotone,
    rank_of_combination,
    rank_of_groups,
    rank_of_sum,
    single_term,
)  # fmt: skip
from theorems.mukherjee2020.restricted import layers, one_gate, widths_in_product
from theorems.mukherjee2020.sign_rank import BlockConstant, Circuit, RankAtMost, RestrictedBottom, Root, SignRankAtMost

i, j, l, n, r, s, x, y = (integer(name) for name in ("i", "j", "l", "n", "r", "s", "x", "y"))

# No input of the top gate is 0.

shift = Claim(
    "mukherjee2020", "claim", "", slug="shift_top_bias", section="2.E", family="sign_rank",
    title="no zero input at the top gate",
    statement=r"""Let $t_1, \dots, t_N$ be the inputs of the threshold at the top gate, over all inputs of the circuit,
    and $p > 0$ the distance from $0$ of the largest negative one. Adding to its bias a quantity $\delta$ less than $p$
    makes none of them $0$ and changes the output of the gate nowhere. (Here $0 < \delta < p$; where none is negative,
    any $p > 0$ will do. The gate fires at $0$.)""",
)  # fmt: skip

N, T, width, delta = integer("N"), function("t", "int->real"), real("p"), real("delta")
largest = real("t")


def below(width: Term, N: Term) -> Term:
    """The negative ones among t(1), ..., t(N) have at least that distance from 0."""
    return conj(width > 0, every(i, 1, N, implies(T(i) < 0, T(i) <= -width)))


shift_printed = shift.variant(
    "printed", forall(N, T, implies(N >= 1, conj(
        exists(width, below(width, N)),
        forall(width, delta, implies(below(width, N), conj(delta > 0, delta < width), every(
            i, 1, N, conj(T(i) + delta != 0, iff(T(i) + delta >= 0, T(i) >= 0)))))))), expect="proved",
    why="Finitely many inputs: the negative ones stay negative, the others become positive.",
    observed=implies(conj(delta > 0, delta < width), largest + delta < 0),
)  # fmt: skip


def gap(p: Proof, T: Term, N: Term, above: Fact) -> Fact:
    """exists w > 0 with T(i) < 0 => T(i) <= -w for 1 <= i <= N; ``above`` is N >= 0."""
    w = real("p")

    def claim(k: Term) -> Term:
        return exists(w, conj(w > 0, every(i, 1, k, implies(T(i) < 0, T(i) <= -w))))

    def start() -> Fact:
        vacuous = over(p, 1, term(0), lambda i, bounds: p.anything(
            implies(T(i) < 0, T(i) <= -term(1)), p.arith(false, bounds)))  # fmt: skip
        return p.witness(claim(term(0)), 1, p.both(p.arith(term(0) < 1), vacuous))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        v, found = p.obtain(here, "p")
        positive, old = found.left, found.right

        def with_width(value: Term, positive: Fact, smaller: Fact, last) -> Fact:
            def entry(i: Term, bounds: Fact) -> Fact:
                def earlier(yes: Fact) -> Fact:
                    return under(p, T(i) < 0, lambda negative: p.arith(T(i) <= -value, old.apply(
                        i, using=[bounds.left, yes, negative]), smaller))  # fmt: skip

                def newest(no: Fact) -> Fact:
                    at = p.congruent(T, p.arith(i == k + 1, bounds, no))
                    return under(p, T(i) < 0, lambda negative: last(i, at, negative))

                return p.decide(i <= k, earlier, newest)

            return p.witness(claim(k + 1), value, p.both(positive, over(p, 1, k + 1, entry)))

        def near(yes: Fact) -> Fact:
            """T(k + 1) lies between -v and 0: its own distance."""
            own = -T(k + 1)
            return with_width(-T(k + 1), p.arith(-T(k + 1) > 0, yes), p.arith(-T(k + 1) <= v, yes),
                              lambda i, at, negative: p.arith(T(i) <= -own, at))  # fmt: skip

        def far(no: Fact) -> Fact:
            def last(i: Term, at: Fact, negative: Fact) -> Fact:
                def too_near(more: Fact) -> Fact:
                    return p.conflict(p.both(p.arith(T(k + 1) < 0, at, negative), p.arith(-v < T(k + 1), at, more)), no)

                return p.absurd(T(i) <= -v, too_near)

            return with_width(v, positive, p.arith(v <= v), last)

        return p.decide(conj(T(k + 1) < 0, -v < T(k + 1)), near, far)

    return p.induction("k", 0, claim, start, step).apply(N, using=[above])


@shift.prove(shift_printed)
def by_finiteness(p: Proof, goal: Term) -> Fact:
    (N, T), (some,), both = p.intro(goal, premises=1)
    (width, delta), (_, apart, positive, small), _ = p.intro(both.args[1], premises=2)

    def entry(i: Term, bounds: Fact) -> Fact:
        def low(yes: Fact) -> Fact:
            down = p.arith(T(i) + delta < 0, apart.apply(i, using=[bounds, yes]), small)
            return p.both(p.arith(T(i) + delta != 0, down), p.both(
                under(p, T(i) + delta >= 0, lambda up: p.anything(T(i) >= 0, p.arith(false, up, down))),
                under(p, T(i) >= 0, lambda up: p.anything(T(i) + delta >= 0, p.arith(false, up, yes)))))  # fmt: skip

        def high(no: Fact) -> Fact:
            up = p.arith(T(i) + delta > 0, no, positive)
            return p.both(p.arith(T(i) + delta != 0, up), p.both(
                under(p, T(i) + delta >= 0, lambda _: p.arith(T(i) >= 0, no)),
                under(p, T(i) >= 0, lambda _: p.arith(T(i) + delta >= 0, up))))  # fmt: skip

        return p.decide(T(i) < 0, low, high)

    moved = p.conclude(both.args[1], [width, delta], over(p, 1, N, entry))
    return p.conclude(goal, [N, T], p.both(gap(p, T, N, p.arith(N >= 0, some)), moved))


@shift.satisfied(shift_printed)
def with_one_input(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(i, term(0))], p.compute(term(1) >= 1))


@shift.instances
def random_inputs(rng, n):
    """Four random inputs of a top gate, at least one negative: t is the largest negative one, p its distance from 0."""
    t = dyadic(rng, 4 * n, -4, 4).reshape(n, 4)
    t[:, 0] = -np.abs(t[:, 0]) - 2.0**-12
    nearest = np.where(t < 0, t, -9).max(axis=1)
    return {"t": nearest, "p": -nearest, "delta": -nearest * rng.integers(0, 12, size=n) / 8}


shift.mutant("a quantity up to p", shift_printed, implies(conj(delta > 0, delta <= width), largest + delta < 0))
shift.mutant("no bound on the quantity", shift_printed, implies(delta > 0, largest + delta < 0))

# The sign-rank of a restricted circuit.

chain = Claim(
    "mukherjee2020", "inequality", "", slug="sign_rank_chain", section="2.E", family="sign_rank",
    title="sign-rank upper bound for the circuit",
    uses=["lemma_2_e_1", "section_2_e.rank_subadditive", "section_2_e.block_rank", "section_2_e.shift_top_bias"],
    statement=r"""Let $F_1, \dots, F_{w_{d-1}}$ be the output matrices of the top layer of ReLU gates of a circuit with
    restricted bottom weights, and $F = \mathrm{sign}[\beta J + \sum_j \alpha_j F_j]$, where no entry of
    $\beta J + \sum_j \alpha_j F_j$ is $0$. Then
    $$\text{sign-rank}(F) \le \mathrm{rank}\Big(\beta J + \sum_j \alpha_j F_j\Big) \le 1 + \sum_j \mathrm{rank}(F_j)
    = O\Big(\big(\textstyle\prod_{k=1}^{d-1} w_k\big)^2 (mW)^2\Big).$$""",
)  # fmt: skip

k, m, W, w, C = integer("k"), integer("m"), integer("W"), function("w", "int->int"), real("C")
a, c, X, Y = (function(name, "int->int->int") for name in ("a", "c", "X", "Y"))
V, b, z = (
    function("V", "int->int->int->real"),
    function("b", "int->int->real"),
    function("z", "int->int->int->int->real"),
)
alpha, beta, rho = function("alpha", "int->real"), real("beta"), function("rho", "int->int")
relu = lam(real("t"), maximum(0, real("t")))
net = [k, w, m, W, a, c, V, b, z, X, Y]


def circuits(*then: Term) -> Term:
    """For all ReLU circuits of k = d - 1 layers with a restricted bottom, and all weights of the top gate."""
    return forall(*net, alpha, beta, implies(
        k >= 1, every(l, 1, k, w(l) >= 1), RestrictedBottom(a, c, w(1), X, Y, m, W),
        Circuit(z, relu, a, c, V, b, w, k, X, Y, m), *then))  # fmt: skip


def top(k: Term, w: Term, z: Term, alpha: Term, beta: Term) -> Term:
    """The matrix of inputs of the threshold at the top gate, beta J + sum_j alpha(j) F_j."""
    return combination(z(k), w(k), alpha, beta)


def sign(B: Term) -> Term:
    """The matrix of outputs of a threshold gate, 1 or -1; it fires at 0."""
    return lam(x, y, where(B(x)(y) >= 0, 1, -1))


B, R = top(k, w, z, alpha, beta), 2**m
scale = product(l, 1, k, w(l)) * (m * W)
by_signs = forall(r, implies(RankAtMost(B, R, r), SignRankAtMost(sign(B), R, r)))
by_sums = forall(rho, implies(bounded_ranks(z(k), w(k), rho, R), RankAtMost(B, R, 1 + total(j, 1, w(k), rho(j)))))
by_blocks = exists(rho, conj(bounded_ranks(z(k), w(k), rho, R), 1 + total(j, 1, w(k), rho(j)) <= C * (scale * scale)))
no_zero = every(x, 1, R, every(y, 1, R, B(x)(y) != 0))

rank, first_width, all_widths = integer("rank"), integer("w_1"), integer("w")

chain_printed = chain.variant(
    "printed", exists(C, circuits(no_zero, conj(by_signs, by_sums, by_blocks))), expect="proved",
    why="Each step holds; the constant 3 does.", observed=rank <= 3 * (all_widths * m * W) * (all_widths * m * W),
)  # fmt: skip
chain_sharpened = chain.variant(
    "sharpened", circuits(SignRankAtMost(sign(B), R, w(1) * (m * W) + 1)), expect="proved",
    why="The input of the top gate is itself constant on the blocks of Lemma 2.E.1, beta J included, and D groups of "
        "rows make rank at most D: w_1 m W + 1, without squares, without the upper widths, for every depth.",
    observed=rank <= first_width * (m * W) + 1,
)  # fmt: skip


def sign_rank_from_rank(p: Proof, B: Term, F: Term, n: Term, r: Term, bounded: Fact, agree: Fact) -> Fact:
    """SignRankAtMost(F, n, r) from RankAtMost(B, n, r) and B(x)(y) F(x)(y) > 0."""
    wanted = SignRankAtMost(F, n, r)
    return p.restate(p.witness(body(wanted), B, p.both(agree, bounded)), wanted)


def rank_of_blocks(p: Proof, constant: Fact, some: Fact) -> Fact:
    """RankAtMost(A, M, D) of a matrix A that is constant on blocks; ``some`` is 1 <= D."""
    A, M, r, _, D = constant.formula.args
    return rank_of_groups(p).apply(D, A, M, r, using=[some, equal_rows(p, constant)])


@chain.prove(chain_printed)
def step_by_step(p: Proof, goal: Term) -> Fact:
    at_three = instance_of(goal, 3)
    (k, w, m, W, a, c, V, b, z, X, Y, alpha, beta), facts, wanted = p.intro(at_three, premises=5)
    last, widths, bottom, circuit, nonzero = facts
    B, R = top(k, w, z, alpha, beta), 2**m
    first, second, third = wanted.args[0], *wanted.args[1].args
    (r,), (bounded,), _ = p.intro(first)

    def entry(x: Term, inside: Fact, y: Term, within: Fact) -> Fact:
        fires, other = B(x)(y) >= 0, nonzero.apply(x, y, using=[inside, within])

        def up(yes: Fact) -> Fact:
            value = p.lemma("if_true", fires, 1, -1, using=[yes])
            positive = p.absurd(B(x)(y) > 0, lambda no: p.conflict(p.arith(B(x)(y) == 0, yes, no), other))
            return p.arith(B(x)(y) * sign(B)(x)(y) > 0, value, positive, multipliers=[B(x)(y)])

        return p.decide(fires, up, lambda no: p.arith(B(x)(y) * sign(B)(x)(y) > 0, no, p.lemma(
            "if_false", fires, 1, -1, using=[no]), multipliers=[B(x)(y)]))  # fmt: skip

    agree = over(p, 1, R, lambda x, inside: over(p, 1, R, lambda y, within: entry(x, inside, y, within), "y"), "x")
    signs = p.general(r, p.implication(bounded.formula, sign_rank_from_rank(p, B, sign(B), R, r, bounded, agree)))
    (rho,), _, _ = p.intro(second)
    ranks = p.assume(bounded_ranks(z(k), w(k), rho, R))
    top_width = widths.apply(k, using=[last])
    summed = rank_of_combination(p).apply(z(k), rho, R, w(k), alpha, beta, using=[p.both(
        p.arith(w(k) >= 0, top_width), ranks)])  # fmt: skip
    sums = p.general(rho, p.implication(ranks.formula, summed))

    found = layers(p, bottom, circuit)
    D, outputs = found.partition[2], found.outputs(p).apply(k, using=[last, p.arith(k <= k)])
    some, wide, *_ = p.open_definition(bottom).split()
    factor = p.arith(m * W >= 1, some, wide)
    groups = p.arith(D >= 1, p.arith(w(1) * (m * W) >= 1, factor, widths.apply(1, using=[last])))
    each = over(p, 1, w(k), lambda j, bounds: p.both(p.arith(D >= 0, groups), rank_of_blocks(
        p, outputs.apply(j, using=[bounds]), groups)), "j")  # fmt: skip
    whole, factors = product(l, 1, k, w(l)), widths_in_product(p, w, k, last, widths)
    ends = [factors.right.apply(e, using=[last]) for e in (term(1), k)]
    both_ends = p.arith(w(k) * w(1) <= whole * whole, *ends, factors.left, top_width)
    scale = whole * (m * W)
    many = p.arith(scale >= 1, factors.left, factor)
    constants = sum_of_constants(p).apply(1, w(k), D, using=[p.arith(term(1) <= w(k) + 1, top_width)])
    square = p.arith(whole * whole * (m * W) >= 1, p.arith(whole * whole >= 1, factors.left), factor)
    squared = p.arith(scale * scale >= whole * whole * (m * W), square, factor)
    product_bound = p.arith(w(k) * w(1) * (m * W) <= whole * whole * (m * W), both_ends, factor)
    top_bound = p.arith(w(k) <= scale, ends[1], factors.left, factor)
    one = p.arith(scale * scale >= scale, many)
    size = p.arith(1 + total(j, 1, w(k), D) <= 3 * (scale * scale), constants, squared, product_bound, top_bound, one,
                   many, degree=1)  # fmt: skip
    blocks = p.witness(third, lam(j, D), p.both(each, size))
    fact = p.close(p.both(signs, sums, blocks))
    return p.witness(goal, 3, p.conclude(at_three, [k, w, m, W, a, c, V, b, z, X, Y, alpha, beta], fact))


def shifted(p: Proof, B: Term, R: Term, size: Fact) -> tuple[Term, Fact]:
    """delta > 0 that keeps the negative entries of B negative: the number, and both facts, opened in the proof."""
    row = p.fresh("x", "int")
    g, apart = p.obtain(p.choose(p.general(row, gap(p, B(row), R, size)), "g"), "g")
    q, least = p.obtain(gap(p, lam(x, -g(x)), R, size), "q")

    def entry(x: Term, inside: Fact, y: Term, within: Fact) -> Fact:
        low = p.arith(-g(x) < 0, apart(x).left)
        near = least.right.apply(x, using=[inside, low])
        return under(p, B(x)(y) < 0, lambda negative: p.arith(
            B(x)(y) + q / 2 < 0, apart(x).right.apply(y, using=[within, negative]), near, least.left))  # fmt: skip

    return q / 2, p.both(p.arith(q / 2 > 0, least.left), over(p, 1, R, lambda x, inside: over(
        p, 1, R, lambda y, within: entry(x, inside, y, within), "y"), "x"))  # fmt: skip


@chain.prove(chain_sharpened)
def by_one_partition(p: Proof, goal: Term) -> Fact:
    (k, w, m, W, a, c, V, b, z, X, Y, alpha, beta), (last, widths, bottom, circuit), _ = p.intro(goal)
    B, R = top(k, w, z, alpha, beta), 2**m
    some, wide, *_ = p.open_definition(bottom).split()
    positive = p.arith(R >= 0, power_positive(p).apply(m, using=[some]))
    delta, moved = shifted(p, B, R, positive)
    found, D = layers(p, bottom, circuit), w(1) * (m * W) + 1
    constant = found.combined(p, alpha, beta + delta, lam(real("t"), real("t")), last)
    G = constant.formula.args[0]
    groups = p.arith(
        D >= 1, p.arith(w(1) * (m * W) >= 1, p.arith(m * W >= 1, some, wide), widths.apply(1, using=[last]))
    )
    low = rank_of_blocks(p, constant, groups)

    def entry(x: Term, inside: Fact, y: Term, within: Fact) -> Fact:
        fires, product_ = B(x)(y) >= 0, G(x)(y) * sign(B)(x)(y) > 0

        def up(yes: Fact) -> Fact:
            value = p.lemma("if_true", fires, 1, -1, using=[yes])
            return p.arith(product_, value, p.arith(G(x)(y) > 0, yes, moved.left), multipliers=[G(x)(y)])

        def down(no: Fact) -> Fact:
            value = p.lemma("if_false", fires, 1, -1, using=[no])
            negative = moved.right.apply(x, y, using=[inside, within, p.arith(B(x)(y) < 0, no)])
            return p.arith(product_, value, p.arith(G(x)(y) < 0, negative), multipliers=[G(x)(y)])

        return p.decide(fires, up, down)

    agree = over(p, 1, R, lambda x, inside: over(p, 1, R, lambda y, within: entry(x, inside, y, within), "y"), "x")
    fact = sign_rank_from_rank(p, G, sign(B), R, D, low, agree)
    return p.conclude(goal, [k, w, m, W, a, c, V, b, z, X, Y, alpha, beta], fact)


@chain.satisfied(chain_sharpened)
def by_one_gate(p: Proof, formula: Term) -> Fact:
    terms, *facts = one_gate(p, relu)
    return p.exhibit(formula, [*terms, lam(j, term(1)), term(1)], *facts)


@chain.instances
def random_circuits(rng, n):
    """Random circuits with m <= 2, W <= 2 and up to two layers; rank is the exact rank of the matrix that the top gate
    receives, an upper bound of the sign-rank. At most 2000 different ones, drawn with repetition."""
    shapes = [(m, W, widths) for m in (1, 2) for W in (1, 2) for widths in ((1,), (2,), (3,), (1, 2), (2, 2))]
    rows = [(m, W, widths[0], math.prod(widths), exact_rank(matrix).rank) for m, W, widths in shapes
            for matrix in restricted_outputs(rng, 100, m, W, widths, cones=50, rectified=False)]  # fmt: skip
    table = np.array(rows, dtype="float64")[rng.integers(len(rows), size=n)]
    return dict(zip(("m", "W", "w_1", "w", "rank"), table.T, strict=True))


chain.mutant("the constant 1", chain_printed, rank <= (all_widths * m * W) * (all_widths * m * W))
chain.mutant("without mW", chain_printed, rank <= 3 * all_widths * all_widths)
chain.mutant("w_1 m W", chain_sharpened, rank <= first_width * (m * W))
chain.mutant("without the bottom width", chain_sharpened, rank <= m * W + 1)

# Subadditivity of rank.

subadditive = Claim(
    "mukherjee2020", "fact", "", slug="rank_subadditive", section="2.E", family="sign_rank",
    title="rank subadditivity",
    statement=r"""For real $n \times n$ matrices, $\mathrm{rank}(A + B) \le \mathrm{rank}(A) + \mathrm{rank}(B)$; hence
    $\mathrm{rank}(\beta J + \sum_{j=1}^w \alpha_j F_j) \le 1 + \sum_j \mathrm{rank}(F_j)$, where $J$ is the matrix of
    ones.""",
)  # fmt: skip

A, B_ = function("A", "int->int->real"), function("B", "int->int->real")
F, count, q = function("F", "int->int->int->real"), integer("w"), integer("q")
plus = lam(x, y, A(x)(y) + B_(x)(y))
two = forall(
    n,
    A,
    B_,
    q,
    r,
    implies(n >= 1, conj(q >= 0, RankAtMost(A, n, q)), conj(r >= 0, RankAtMost(B_, n, r)), RankAtMost(plus, n, q + r)),
)
many = forall(
    n,
    count,
    F,
    rho,
    alpha,
    beta,
    implies(
        n >= 1,
        count >= 0,
        bounded_ranks(F, count, rho, n),
        RankAtMost(combination(F, count, alpha, beta), n, 1 + total(j, 1, count, rho(j))),
    ),
)
reached = forall(
    q,
    r,
    implies(
        q >= 0,
        r >= 0,
        q + r >= 1,
        exists(
            A,
            B_,
            conj(
                RankAtMost(A, q + r, q),
                RankAtMost(B_, q + r, r),
                forall(s, implies(RankAtMost(plus, q + r, s), q + r <= s)),
            ),
        ),
    ),
)

first_rank, second_rank, sum_rank = integer("q"), integer("r"), integer("s")

subadditive_printed = subadditive.variant(
    "printed", conj(two, many), expect="proved", why="Factors side by side and one below the other.",
    observed=sum_rank <= first_rank + second_rank,
)  # fmt: skip
subadditive_sharpened = subadditive.variant(
    "sharpened", conj(two, reached), expect="proved",
    why="No smaller bound holds for any two ranks: the identity matrix of size q + r is the sum of its first q and its "
        "last r diagonal entries.",
    observed=sum_rank <= first_rank + second_rank,
)  # fmt: skip


def sum_of_two(p: Proof, goal: Term) -> Fact:
    """rank(A + B) <= rank A + rank B."""
    (n, A, B, q, r), (_, positive, first, nonnegative, second), _ = p.intro(goal)
    plus = lam(x, y, A(x)(y) + B(x)(y))
    sums = over(p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: p.reflexive(plus(x)(y)), "y"), "x")
    fact = rank_of_sum(p).apply(A, B, plus, n, q, r, using=[p.both(positive, nonnegative, first, second, sums)])
    return p.conclude(goal, [n, A, B, q, r], fact)


@subadditive.prove(subadditive_printed)
def by_joined_factors(p: Proof, goal: Term) -> Fact:
    (n, count, F, rho, alpha, beta), (_, positive, ranks), _ = p.intro(goal.args[1])
    family = rank_of_combination(p).apply(F, rho, n, count, alpha, beta, using=[p.both(positive, ranks)])
    return p.both(sum_of_two(p, goal.args[0]), p.conclude(goal.args[1], [n, count, F, rho, alpha, beta], family))


@subadditive.prove(subadditive_sharpened)
def by_the_identity(p: Proof, goal: Term) -> Fact:
    (q, r), (first, second, some), wanted = p.intro(goal.args[1])
    n, unit, s_ = q + r, lam(x, y, where(x == y, 1, 0)), p.fresh("s", "int")

    def part(size: Term, start: Term) -> tuple[Term, Fact]:
        """The matrix with ones at the places start + 1, ..., start + size of the diagonal; its rank is at most size."""
        P, Q = lam(x, s, where(x == start + s, 1, 0)), lam(s, y, where(start + s == y, 1, 0))
        D = lam(x, y, total(s, 1, size, P(x)(s) * Q(s)(y)))
        return D, factored(p, D, n, size, P, Q, lambda x, y, *_: p.reflexive(D(x)(y)))

    (upper, low_upper), (lower, low_lower) = part(q, term(0)), part(r, q)

    def entry(x: Term, y: Term, inside: Fact) -> Fact:
        """The two parts add up to the identity matrix."""
        f, head = (
            lam(s, where(x == s, 1, 0) * where(s == y, 1, 0)),
            lam(s, where(x == 0 + s, 1, 0) * where(0 + s == y, 1, 0)),
        )
        same = equal_sums(p, term(1), q, head, f, lambda s, *_: p.congruent(f, p.ring(0 + s, s)))
        alone = single_term(p, x, n - 1, f, inside.left, p.arith(x <= n - 1 + 1, inside), lambda s, other: p.arith(
            f(s) == 0, p.lemma("if_false", x == s, 1, 0, using=[p.refute(x == s, lambda equal: p.conflict(
                p.symmetric(equal), other))]), multipliers=[where(s == y, 1, 0)]))  # fmt: skip
        one = p.lemma("if_true", x == x, 1, 0, using=[p.reflexive(x)])
        joined = sum_appended(p, q, r, f, first, second)
        return p.arith(unit(x)(y) == upper(x)(y) + lower(x)(y), same, alone, one, joined,
                       multipliers=[where(x == y, 1, 0)])  # fmt: skip

    def fewer(bounded: Fact) -> Fact:
        P, Q, rule = p.obtain(p.open_definition(bounded), "P", "Q")
        again = factored(p, unit, n, s_, P, Q, lambda x, y, inside, within: p.arith(
            unit(x)(y) == total(s, 1, s_, P(x)(s) * Q(s)(y)), rule.apply(x, y, using=[inside, within]),
            entry(x, y, inside)))  # fmt: skip
        return identity_rank(p).apply(n, s_, using=[p.both(some, again)])

    bound = p.general(s_, under(p, RankAtMost(lam(x, y, upper(x)(y) + lower(x)(y)), n, s_), fewer))
    shown = p.witness(wanted, upper, lower, p.both(low_upper, low_lower, bound))
    return p.both(sum_of_two(p, goal.args[0]), p.conclude(goal.args[1], [q, r], shown))


@subadditive.instances
def random_pairs(rng, n):
    """Pairs of 4 x 4 matrices, each a product of thin random ones, and the exact ranks of both and of their sum."""
    parts = []
    for _ in range(2):
        inner = rng.integers(0, 4, size=n)
        left, right = rng.integers(-2, 3, size=(2, n, 4, 4))
        left = left * (np.arange(4) < inner[:, None, None])
        parts.append(left @ right)
    ranks = [small_ranks(matrix) for matrix in (*parts, parts[0] + parts[1])]
    return dict(zip("qrs", (rank.astype("float64") for rank in ranks), strict=True))


subadditive.mutant("one less", subadditive_printed, sum_rank <= first_rank + second_rank - 1)
subadditive.mutant("the larger rank", subadditive_printed, sum_rank <= maximum(first_rank, second_rank))
subadditive.mutant("one less", subadditive_sharpened, sum_rank <= first_rank + second_rank - 1)
subadditive.mutant("equality", subadditive_sharpened, sum_rank == first_rank + second_rank)

# Constant blocks and rank.

block_rank = Claim(
    "mukherjee2020", "inequality", "", slug="block_rank", section="2.E", family="sign_rank",
    title="rank of a block-constant matrix", uses=["section_2_e.rank_subadditive"],
    statement=r"""A matrix whose rows and columns are partitioned into $D$ groups each, and that is constant on the
    $D^2$ blocks, has rank at most $D^2$: it is a sum of as many matrices of rank one.""",
)  # fmt: skip

D = integer("D")


def with_blocks(bound: Term) -> Term:
    """A bound of the rank of matrices with D groups."""
    return forall(n, D, A, implies(n >= 1, D >= 1, BlockConstant(A, n, D), RankAtMost(A, n, bound)))


needed = forall(
    D, implies(D >= 1, exists(A, conj(BlockConstant(A, D, D), forall(r, implies(RankAtMost(A, D, r), r >= D)))))
)

block_printed = block_rank.variant(
    "printed", with_blocks(D * D), expect="proved", why="It is at most D already.", observed=rank <= D * D,
)  # fmt: skip
block_sharpened = block_rank.variant(
    "sharpened", conj(with_blocks(D), needed), expect="proved",
    why="D groups of equal rows make rank at most D, whatever the columns do; the identity of size D has rank D.",
    observed=rank <= D,
)  # fmt: skip


def few_rows(p: Proof, goal: Term, more: bool) -> Fact:
    """D groups of rows: rank at most D, or at most D D where ``more`` is asked for."""
    (n, D, A), (_, some, blocks), _ = p.intro(goal)
    *_, constant = p.obtain(p.open_definition(blocks), "r", "c")
    fact = rank_of_blocks(p, constant, some)
    if more:
        fact = rank_monotone(p).apply(A, n, D, D * D, using=[p.both(
            fact, p.arith(D <= D * D, some), p.arith(D * D >= 0, some))])  # fmt: skip
    return p.conclude(goal, [n, D, A], fact)


@block_rank.prove(block_printed)
def by_rows_alone(p: Proof, goal: Term) -> Fact:
    return few_rows(p, goal, more=True)


@block_rank.prove(block_sharpened)
def by_rows_and_the_identity(p: Proof, goal: Term) -> Fact:
    (D,), (some,), wanted = p.intro(goal.args[1])
    unit, r_ = lam(x, y, where(x == y, 1, 0)), p.fresh("r", "int")
    full = p.general(r_, under(p, RankAtMost(unit, D, r_), lambda bounded: identity_rank(p).apply(
        D, r_, using=[p.both(some, bounded)])))  # fmt: skip
    shown = p.conclude(goal.args[1], [D], p.witness(wanted, unit, p.both(singletons(p, unit, D), full)))
    return p.both(few_rows(p, goal.args[0], more=False), shown)


@block_rank.satisfied(block_printed)
def by_one_block(p: Proof, formula: Term) -> Fact:
    zero = lam(x, y, term(0))
    one = p.compute(term(1) >= 1)
    return p.exhibit(formula, [1, 1, zero], one, singletons(p, zero, term(1)))


@block_rank.instances
def random_blocks(rng, n):
    """Random 5 x 5 matrices with D <= 5 groups and small entries; their exact ranks."""
    D = rng.integers(1, 6, size=n)
    rank = 0 * D
    for groups in range(1, 6):
        here = groups == D
        rank[here] = small_ranks(block_matrices(rng, int(here.sum()), 1, 5, groups, largest=9)[:, 0])
    return {"D": D.astype("float64"), "rank": rank.astype("float64")}


block_rank.mutant("D^2 - 1", block_printed, rank <= D * D - 1)
block_rank.mutant("D^2 - D", block_printed, rank <= D * D - D)
block_rank.mutant("D - 1", block_sharpened, rank <= D - 1)
block_rank.mutant("exactly D", block_sharpened, rank == D)

# How m grows with n.

growth = Claim(
    "mukherjee2020", "inequality", "", slug="m_vs_n", section="2.E", family="sign_rank", title="m in terms of n",
    uses=["equation_2_9"],
    statement=r"""For $m = n^{4/3} + n \log n$ there is a constant $C > 1$ such that $C^4 n^{4/3} \ge m$ for all large
    enough $n$; then $n^{1/3} \ge m^{1/4}/C$.""",
)  # fmt: skip

n0, cube_root, exponential = integer("n_0"), Root(n, 3), lam(real("x"), exp(real("x")))
bits = cube_root**4 + n * (log(n) / log(2))  # m = n^(4/3) + n log n
enough = conj(C**4 * cube_root**4 >= bits, cube_root >= Root(bits, 4) / C)

growth_printed = growth.variant(
    "printed", exists(C, n0, conj(C > 1, forall(n, implies(n >= n0, n >= 1, enough)))), expect="proved",
    why="C = 2 does for every n, because log n <= 5 n^(1/3) in base 2.",
    observed=16 * cube_root**4 >= bits,
)  # fmt: skip
growth_sharpened = growth.variant(
    "sharpened", forall(C, implies(C > 1, exists(n0, forall(n, implies(n >= n0, n >= 1, enough))))), expect="proved",
    why="Every C > 1 does for n large enough: log n is of smaller order than n^(1/3).",
    observed=implies(n >= 2**24, term("5/2") * cube_root**4 >= bits),
)  # fmt: skip


def third_root(p: Proof, n: Term, some: Fact, parts: int) -> tuple[Term, list[Fact]]:
    """v = n^(1/(3 parts)): v > 0, v^parts = n^(1/3), n = n^(1/3)^3, and log n <= 3 parts (v - 1)."""
    whole, root, v = log(n), exp(log(n) / 3), exp(log(n) / (3 * parts))
    exact = p.lemma("exp_log", n, using=[p.arith(n > 0, some)])
    doubled = p.lemma("exp_sum", whole / 3, whole / 3), p.lemma("exp_sum", whole / 3 + whole / 3, whole / 3)
    sum_ = p.congruent(exponential, p.arith(whole / 3 + whole / 3 + whole / 3 == whole))
    cube = p.arith(root * root * root == n, *doubled, sum_, exact, multipliers=[root])
    tangent = p.lemma("exp_tangent", whole / (3 * parts))
    facts = [p.lemma("exp_positive", whole / (3 * parts)), cube, p.arith(whole <= 3 * parts * (v - 1), tangent)]
    if parts == 2:
        half = (
            p.lemma("exp_sum", whole / 6, whole / 6),
            p.congruent(exponential, p.arith(whole / 6 + whole / 6 == whole / 3)),
        )
        facts.append(p.arith(v * v == root, *half))
    return v, facts


def fourth_root(p: Proof, C: Term, n: Term, above: Fact, fits: Fact, positive: Fact) -> Fact:
    """n^(1/3) >= m^(1/4) / C, from C^4 n^(4/3) >= m > 0 and C > 1."""
    root, m = exp(log(n) / 3), Term(TABLE.unfold(fits.formula.args[0].index))
    y, quarter = exp(log(m) / 4), log(m) / 4
    sums = [p.lemma("exp_sum", quarter, quarter), p.lemma("exp_sum", quarter + quarter, quarter + quarter)]
    whole = p.congruent(exponential, p.arith(quarter + quarter + (quarter + quarter) == log(m)))
    square = exp(quarter + quarter)
    power = p.arith(square * square == m, sums[1], whole, p.lemma("exp_log", m, using=[positive]))
    above_zero = p.lemma("exp_positive", log(n) / 3), p.lemma("exp_positive", quarter)
    bound = p.arith(C * root > 0, above, above_zero[0])

    def too_large(more: Fact) -> Fact:
        """m^(1/4) > C n^(1/3) would give m > C^4 n^(4/3)."""
        twice = p.arith(square > C * root * (C * root), p.arith(y * y > C * root * (C * root), more, bound), sums[0])
        fourth = p.arith(square * square > C**4 * root**4, twice, p.arith(C * root * (C * root) > 0, bound))
        return p.arith(false, fourth, power, fits)

    small = p.absurd(y <= C * root, too_large)
    inverse = p.lemma("inverse", C, using=[p.arith(negation(C == 0), above)])
    return p.arith(root >= y / C, p.arith(y * (1 / C) <= C * root * (1 / C), small, p.arith(
        1 / C > 0, inverse, above)), inverse, multipliers=[root])  # fmt: skip


def logarithm_of_two(p: Proof) -> list[Fact]:
    """2/3 < log 2, and its inverse."""
    size = p.enclose(term("2/3") < log(2))
    return [size, p.lemma("inverse", log(2), using=[p.arith(negation(log(2) == 0), size)])]


def enough_for(p: Proof, C: Term, n: Term, above: Fact, some: Fact, facts: list[Fact], far: Fact) -> Fact:
    """Both claims for C and n, from log n <= (2/3) (C^4 - 1) n^(1/3), which ``facts`` and ``far`` show together."""
    x, length, spare = exp(log(n) / 3), log(n) / log(2), C**4 - 1
    large, inverse = logarithm_of_two(p)
    whole = p.arith(length * log(2) == log(n), inverse, multipliers=[log(n)])
    positive = p.lemma("exp_positive", log(n) / 3)
    rising = p.arith(spare > 0, p.arith(C * C > 1, above))
    room = p.arith(spare * x > 0, rising, positive)

    def too_long(more: Fact) -> Fact:
        up = p.arith(length * log(2) > length * term("2/3"), large, p.arith(length > 0, more, room))
        return p.arith(false, up, more, whole, facts[2], far)

    short = p.absurd(length <= spare * x, too_long)
    m = x**4 + n * length
    scaled = p.arith(n * length <= n * (spare * x), short, p.arith(n > 0, some))
    fits = p.arith(C**4 * x**4 >= m, scaled, facts[1], multipliers=[spare * x])
    return p.both(fits, fourth_root(p, C, n, above, fits, size_is_positive(p, n, some)))


def size_is_positive(p: Proof, n: Term, some: Fact) -> Fact:
    """m > 0 for n >= 1."""
    x, length = exp(log(n) / 3), log(n) / log(2)
    large, inverse = logarithm_of_two(p)
    whole = p.arith(length * log(2) == log(n), inverse, multipliers=[log(n)])
    exact, zero = p.lemma("exp_log", n, using=[p.arith(n > 0, some)]), p.lemma("exp_zero")
    natural = p.absurd(log(n) >= 0, lambda less: p.arith(false, exact, zero, some, p.lemma(
        "exp_monotone", log(n), 0, using=[p.arith(log(n) < 0, less)])))  # fmt: skip
    upward = p.absurd(length >= 0, lambda less: p.arith(false, p.arith(
        length * log(2) < 0, less, large), whole, natural))  # fmt: skip
    square = p.arith(x * x > 0, p.lemma("exp_positive", log(n) / 3))
    return p.arith(x**4 + n * length > 0, p.arith(x**4 > 0, square), p.arith(n * length >= 0, upward, some))


@growth.prove(growth_printed)
def with_two(p: Proof, goal: Term) -> Fact:
    at = instance_of(goal, term(2), term(1))
    (n,), (_, some), wanted = p.intro(at.args[1])
    x, facts = third_root(p, n, some, 1)
    far = p.arith(3 * (x - 1) <= term("2/3") * ((term(2) ** 4 - 1) * x), facts[0])
    shown = p.conclude(
        at.args[1], [n], p.restate(enough_for(p, term(2), n, p.compute(term(2) > 1), some, facts, far), wanted)
    )
    return p.witness(goal, 2, 1, p.both(p.compute(term(2) > 1), shown))


@growth.prove(growth_sharpened)
def with_any_constant(p: Proof, goal: Term) -> Fact:
    (C,), (above,), witnessed = p.intro(goal)
    spare = C**4 - 1
    rising = p.arith(spare > 0, p.arith(C * C > 1, above))
    K, inverse = 9 / spare, p.lemma("inverse", spare, using=[rising])
    start = floor(K**6) + 1
    (n,), (late, some), wanted = p.intro(instance_of(witnessed, start))
    v, facts = third_root(p, n, some, 2)

    def early(no: Fact) -> Fact:
        """n^(1/6) < 9 / (C^4 - 1) for small n only."""
        twice = p.arith(v * v < K * K, no, facts[0])
        fourth = p.arith(v * v * (v * v) < K * K * (K * K), twice, facts[0], p.arith(v * v > 0, facts[0]))
        sixth = p.arith(v * v * (v * v) * (v * v) < K**6, fourth, twice, p.arith(v * v > 0, facts[0]), p.arith(
            v * v * (v * v) > 0, p.arith(v * v > 0, facts[0])))  # fmt: skip
        x = exp(log(n) / 3)
        return p.arith(false, sixth, late, p.lemma("floor", K**6), facts[1], facts[3], multipliers=[
            x * x + x * v * v + v * v * (v * v), 1])  # fmt: skip

    wide = p.absurd(v >= K, early)
    reach = p.arith(spare * v >= 9, wide, rising, inverse)
    far = p.arith(6 * (v - 1) <= term("2/3") * (spare * exp(log(n) / 3)), p.arith(
        spare * v * v >= 9 * v, reach, facts[0]), facts[3], multipliers=[spare])  # fmt: skip
    fact = p.restate(enough_for(p, C, n, above, some, facts, far), wanted)
    later = instance_of(witnessed, start)
    return p.conclude(goal, [C], p.witness(witnessed, start, p.conclude(later, [n], fact)))


@growth.defined(growth_printed, growth_sharpened)
def by_positive_logarithms(p: Proof, formula: Term) -> Fact:
    def leaf(part: Term, facts: list[Fact]) -> Fact | None:
        large, _ = logarithm_of_two(p)
        if part.op == "not" and same(part, negation(log(2) == 0)):
            return p.arith(part, large)
        if part.op == "<" and part.args[1].op == "+":
            n = part.args[1].args[1].args[0]
            return size_is_positive(p, n, p.find(n >= 1, facts))
        return None

    return defined(p, formula, leaf)


@growth.satisfied(growth_sharpened)
def with_two_itself(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [2], p.compute(term(2) > 1))


@growth.instances
def random_sizes(rng, n_):
    """n up to 2^40, every small n among them."""
    n = np.floor(2.0 ** (40 * rng.random(n_)))
    n[: min(n_, 1000)] = np.arange(1, min(n_, 1000) + 1)
    return {"n": n}


growth.mutant("C = 1", growth_printed, cube_root**4 >= bits)
growth.mutant("C^4 = 5/2 for every n", growth_printed, term("5/2") * cube_root**4 >= bits)
growth.mutant("C^4 = 5/2 from n = 1 on", growth_sharpened, term("5/2") * cube_root**4 >= bits)
growth.mutant("C = 1", growth_sharpened, implies(n >= 2**24, cube_root**4 >= bits))

# From the product of the widths to the size.

means = Claim(
    "mukherjee2020", "inequality", "", slug="am_gm", section="2.E", family="sign_rank",
    title="AM-GM step of Theorem 2.5.5", uses=["section_2_e.m_vs_n", "section_2_e.sign_rank_chain"],
    statement=r"""Let $C > 1$ be the constant of the step before. If
    $\big(\prod_{k=1}^{d-1} w_k\big)^2 (mW)^2 = \Omega\big(2^{\frac1{81C} m^{1/4}}\big)$, then by the inequality of the
    means the size $1 + \sum_{k=1}^{d-1} w_k$ is
    $\Omega\Big((d-1)\Big[\frac{2^{\frac1{81C} m^{1/4}}}{mW}\Big]^{\frac1{d-1}}\Big)$.""",
)  # fmt: skip

d, m0, c0, c1, S = integer("d"), integer("m_0"), real("c"), real("c_1"), real("S")
widths_product, widths_sum = product(l, 1, d - 1, w(l)), total(l, 1, d - 1, w(l))
sign_rank_of_g = exp(log(2) * (Root(m, 4) / (81 * C)))  # 2^(m^(1/4) / (81 C))
layers_of = conj(d >= 2, m >= 1, W >= 1), every(l, 1, d - 1, w(l) >= 1)


def squared(S: Term) -> Term:
    """(w_1 ... w_(d-1))^2 (mW)^2 >= S."""
    return widths_product * widths_product * (m * W * (m * W)) >= S


def share(S: Term) -> Term:
    """(d - 1) [S / (mW)]^(1/(d-1))."""
    return (d - 1) * Root(S / (m * W), d - 1)


layers_observed, product_observed, sum_observed = integer("d"), integer("w"), integer("sum")

means_printed = means.variant(
    "printed", forall(C, c0, implies(C > 1, c0 > 0, exists(c1, m0, conj(c1 > 0, forall(d, m, W, w, implies(
        *layers_of, m >= m0, squared(c0 * sign_rank_of_g), 1 + widths_sum >= c1 * share(sign_rank_of_g))))))),
    expect="refuted",
    why="The square is lost: the product of the widths is at least the root of 2^(m^(1/4)/(81 C)), over mW. (Theorem "
        "2.5.5 survives: for large m its exponent m^(1/8) is smaller than either.)",
    counterexample="C = 128/81, c = 1, d = 2, w_1 = 1, and for f >= 6: m = 2^(4f + 32), W = 2^(2^f) / m. Then (mW)^2 = "
        "2^(2^(f+1)) = 2^(m^(1/4)/(81 C)), but the size is 2, and 2^(m^(1/4)/(81 C)) / (mW) = 2^(2^f) exceeds 2/c_1 "
        "from some f on.",
    observed=implies(conj(product_observed * product_observed >= S, S > 0), sum_observed + 1 >= term("1/100") * (
        layers_observed - 1) * Root(S, layers_observed - 1)),
)  # fmt: skip
means_repaired = means.variant(
    "repaired", forall(d, m, W, w, S, implies(
        S > 0, *layers_of, squared(S), widths_sum >= share(sqrt(S)))), expect="proved",
    why="With the root of S, S any lower bound of the squares, with the constant 1 and without the output gate.",
    observed=implies(conj(product_observed * product_observed >= S, S > 0), sum_observed >= (
        layers_observed - 1) * Root(sqrt(S), layers_observed - 1)),
)  # fmt: skip


def many(p: Proof, goal: Term) -> Fact:
    """Sum of widths >= (d-1) Q^(1/(d-1)), Q = sqrt(S) / (mW): the tangent of exp at log Q / (d-1), at each log w(l)."""
    (d, m, W, w, S), (positive, deep, some, wide, widths, squares), wanted = p.intro(goal)
    h, factors, factor = d - 1, lam(l, w(l)), p.arith(m * W >= 1, some, wide)
    deep_enough = p.arith(h >= 1, deep)
    inverse = p.lemma("inverse", m * W, using=[p.arith(negation(m * W == 0), factor)])
    root = p.lemma("sqrt", S, using=[p.arith(S >= 0, positive)])
    alive = p.absurd(sqrt(S) > 0, lambda none: p.arith(false, root, positive, p.arith(sqrt(S) == 0, root, none)))
    Q, whole = sqrt(S) / (m * W), product(l, 1, h, w(l))
    over_zero = p.arith(Q > 0, alive, p.arith(1 / (m * W) > 0, inverse, factor))
    cleared = p.arith(Q * (m * W) == sqrt(S), inverse, multipliers=[sqrt(S)])
    least = widths_in_product(p, w, h, deep_enough, widths).left
    scaled = p.arith(whole * (m * W) >= 1, least, factor)

    def too_small(less: Fact) -> Fact:
        twice = p.arith(whole * (m * W) * (whole * (m * W)) < sqrt(S) * sqrt(S), less, scaled)
        return p.arith(false, twice, root, squares)

    at_least = p.absurd(whole * (m * W) >= sqrt(S), too_small)
    wide_product = p.absurd(whole >= Q, lambda less: p.arith(false, p.arith(
        whole * (m * W) < Q * (m * W), less, factor), cleared, at_least))  # fmt: skip

    logs = lam(l, log(w(l)))

    def claim(n: Term) -> Term:
        return implies(n <= h, exp(total(l, 1, n, logs(l))) == product(l, 1, n, w(l)))

    def grow(n: Term, low: Fact, here: Fact) -> Fact:
        def longer(within: Fact) -> Fact:
            one = widths.apply(n + 1, using=[low, within])
            steps = p.lemma("sum_step", 1, n, logs, using=[low]), p.lemma("prod_step", 1, n, factors, using=[low])
            split = p.congruent(exponential, steps[0]), p.lemma("exp_sum", total(l, 1, n, logs(l)), logs(n + 1))
            return p.arith(claim(n + 1).args[1], here.apply(using=[within]), steps[1], *split, p.lemma(
                "exp_log", w(n + 1), using=[p.arith(w(n + 1) > 0, one)]), multipliers=[
                    w(n + 1), exp(total(l, 1, n, logs(l)))])  # fmt: skip

        return under(p, n + 1 <= h, longer)

    none = (
        p.congruent(exponential, p.lemma("sum_empty", 1, 0, logs)),
        p.lemma("exp_zero"),
        p.lemma("prod_empty", 1, 0, factors),
    )
    start = under(p, term(0) <= h, lambda _: p.arith(claim(term(0)).args[1], *none))
    exact = p.induction("n", 0, claim, lambda: start, grow).apply(h, using=[p.arith(h >= 0, deep), p.arith(h <= h)])
    sum_of_logs, at = total(l, 1, h, logs(l)), log(Q)
    value = p.lemma("exp_log", Q, using=[over_zero])
    large = p.absurd(
        at <= sum_of_logs,
        lambda less: p.arith(
            false,
            p.lemma("exp_monotone", sum_of_logs, at, using=[p.arith(sum_of_logs < at, less)]),
            value,
            exact,
            wide_product,
        ),
    )

    u, e = at / h, exp(at / h)
    steep = p.lemma("exp_positive", u)
    lines = lam(l, e * logs(l) + e * (1 - u) * 1)

    def tangent(l: Term, low: Fact, high: Fact) -> Fact:
        one = widths.apply(l, using=[low, high])
        split = (
            p.lemma("exp_sum", u, log(w(l)) - u),
            p.congruent(exponential, p.arith(u + (log(w(l)) - u) == log(w(l)))),
        )
        exact_ = p.lemma("exp_log", w(l), using=[p.arith(w(l) > 0, one)])
        touch = p.arith(
            e * (1 + (log(w(l)) - u)) <= e * exp(log(w(l)) - u), p.lemma("exp_tangent", log(w(l)) - u), steep
        )
        return p.arith(lines(l) <= w(l), touch, *split, exact_)

    size = p.arith(term(1) <= h + 1, deep)
    below = smaller_sum(p, term(1), h, lines, factors, size, tangent)
    linear = sums_linear(p).apply(1, h, logs, lam(l, 1), e, e * (1 - u), using=[size])
    constant = sum_of_constants(p).apply(1, h, 1, using=[size])
    unit = p.lemma("inverse", h, using=[p.arith(negation(h == 0), deep_enough)])
    mean = p.arith(h * u == at, unit, multipliers=[at])
    gain = p.arith(e * sum_of_logs >= e * (h * u), large, mean, steep)
    goal_ = Term(TABLE.unfold(wanted.index))
    fact = p.arith(goal_, below, linear, constant, gain, multipliers=[e * (1 - u)])
    return p.conclude(goal, [d, m, W, w, S], p.restate(fact, wanted))


@means.prove(means_repaired)
def by_tangents(p: Proof, goal: Term) -> Fact:
    return many(p, goal)


def quotient(p: Proof, formula: Term, facts: list[Fact]) -> Fact | None:
    """0 < a / b, where a is an exponential or the root of a positive number."""
    if formula.op != "<" or formula.args[1].op != "/":
        return None
    top, bottom = formula.args[1].args
    if top.op == "exp":
        above = p.lemma("exp_positive", top.args[0])
    else:
        inside = p.find(top.args[0] > 0, facts)
        root = p.lemma("sqrt", top.args[0], using=[inside])
        above = p.absurd(top > 0, lambda none: p.arith(false, root, inside, p.arith(top == 0, root, none)))
    below = p.find(bottom > 0, facts)
    inverse = p.lemma("inverse", bottom, using=[below])
    return p.arith(formula, p.arith(1 / bottom > 0, inverse, below), above)


@means.defined(means_printed, means_repaired)
def by_positive_parts(p: Proof, formula: Term) -> Fact:
    return defined(p, formula, lambda part, facts: quotient(p, part, facts))


@means.satisfied(means_repaired)
def with_one_gate(p: Proof, formula: Term) -> Fact:
    terms = [term(2), term(1), term(1), lam(l, term(1)), term(1)]
    return p.witness(formula, *terms, p.compute(instance_of(formula, *terms)))


def exponent_beyond(p: Proof) -> Fact:
    """forall n, 0 <= n => n + 1 <= 2^n."""

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        return p.arith(n + 1 + 1 <= 2 ** (n + 1), here, low, p.lemma("power_step", 2, n, using=[low]))

    return p.induction("n", 0, lambda n: n + 1 <= 2**n, lambda: p.arith(term(0) + 1 <= term(2) ** 0, p.lemma(
        "power_zero", 2)), step)  # fmt: skip


@means.refute(means_printed)
def by_one_wide_gate(p: Proof, goal: Term) -> Fact:
    def too_much(claimed: Fact) -> Fact:
        constant = term("128/81")
        c1, m0, fact = p.obtain(
            claimed.apply(constant, 1, using=[p.compute(constant > 1), p.compute(term(1) > 0)]), "c", "m"
        )
        positive = fact.left
        f = 7 + maximum(m0, 0) + floor(2 / c1)
        reciprocal = p.lemma("inverse", c1, using=[positive])
        ratio, floors = p.arith(2 / c1 > 0, reciprocal, positive), p.lemma("floor", 2 / c1)
        rounded = p.arith(floor(2 / c1) >= 0, ratio, floors)
        cases = p.lemma("max", m0, 0)
        high = p.by_cases(
            cases, *2 * [lambda case: p.both(p.arith(f >= 7, case, rounded), p.arith(f >= m0, case, rounded))]
        )
        beyond = exponent_beyond(p)

        def wide(e: Term, low: Fact, here: Fact) -> Fact:
            return p.arith(2 ** (e + 1) >= 4 * (e + 1) + 32, here, low, p.lemma("power_step", 2, e, using=[low]))

        room = p.induction(
            "e", 6, lambda e: 2**e >= 4 * e + 32, lambda: p.compute(term(2) ** 6 >= 4 * term(6) + 32), wide
        )
        room = room.apply(f, using=[high])
        e, rest, top = 4 * f + 32, 2**f - (4 * f + 32), 2**f
        m, W, u = 2**e, 2**rest, 2**top
        small, left = p.arith(e >= 0, high), p.arith(rest >= 0, room)
        split = p.arith(m * W == u, power_sum(p).apply(rest, e, using=[small, left]))
        many = p.arith(u >= top + 1, beyond.apply(top, using=[p.arith(top >= 0, room, high)]))

        two = p.lemma("exp_log", 2, using=[p.compute(term(2) > 0)])
        size = power_of_exp(p, term(2), two, log(2), e, small)
        length = p.arith(log(m) == e * log(2), p.congruent(lam(real("x"), log(real("x"))), size), p.lemma(
            "log_exp", e * log(2)))  # fmt: skip
        quarter = p.congruent(exponential, p.arith(log(m) / 4 == (f + 8) * log(2), length))
        eighth = power_of_exp(p, term(2), two, log(2), f + 8, p.arith(f + 8 >= 0, high))
        scale = power_sum(p).apply(8, f, using=[p.compute(term(8) >= 0), p.arith(f >= 0, high)])
        root = p.arith(exp(log(m) / 4) == 256 * top, quarter, eighth, scale, p.compute(term(2) ** 8 == 256),
                       multipliers=[top])  # fmt: skip
        S = exp(log(2) * (exp(log(m) / 4) / (81 * constant)))
        twice = p.congruent(
            exponential,
            p.arith(
                log(2) * (exp(log(m) / 4) / (81 * constant)) == top * log(2) + top * log(2), root, multipliers=[log(2)]
            ),
        )
        whole = power_of_exp(p, term(2), two, log(2), top, p.arith(top >= 0, room, high))
        value = p.arith(S == u * u, twice, p.lemma("exp_sum", top * log(2), top * log(2)), whole, multipliers=[
            u, exp(top * log(2))])  # fmt: skip

        one = lam(l, term(1))
        claim = fact.right(2, m, W, one)
        sizes = [power_positive(p).apply(x, using=[y]) for x, y in ((e, small), (rest, left))]
        late = p.arith(m >= m0, beyond.apply(e, using=[small]), high)
        single = p.compute(product(l, 1, term(2) - 1, one(l)) == 1)
        squares = claim.formula.args[1].args[1].args[1].args[0]
        enough = p.arith(Term(TABLE.unfold(squares.index)), value, split, single, multipliers=[
            m * W + u, u, product(l, 1, term(2) - 1, one(l)) * (m * W * (m * W)), m * W * (m * W)])  # fmt: skip
        enough = p.restate(enough, squares)
        short = p.unfold(claim.apply(using=[p.compute(term(2) >= 2), *sizes, p.compute(claim.formula.args[1].args[0]),
                                            late, enough]))  # fmt: skip
        q = S / (m * W)
        inverse = p.lemma("inverse", m * W, using=[p.arith(m * W > 0, split, many, room, high)])
        equal = p.arith(q == u, value, split, inverse, multipliers=[u / (m * W), 1 / (m * W), u])
        first_root = p.lemma("exp_log", q, using=[p.arith(q > 0, equal, many, room, high)])
        total_one = p.compute(total(l, 1, term(2) - 1, one(l)) == 1)
        few = p.arith(c1 * u <= 2, short, first_root, equal, total_one, multipliers=[c1])
        large = p.arith(u > 2 / c1, many, room, high, floors, p.by_cases(cases, *2 * [lambda case: p.arith(
            f >= 7 + floor(2 / c1), case)]))  # fmt: skip
        return p.arith(false, few, p.arith(c1 * u > c1 * (2 / c1), large, positive), reciprocal)

    return p.refute(goal, too_much)


@means.instances
def random_products(rng, n_):
    """One to four hidden layers of widths up to 1000 (m = W = 1), their product and sum, and S a little or much below
    its square."""
    d = rng.integers(2, 6, size=n_)
    largest = rng.integers(1, np.where(d == 2, 1001, 31))
    equal = rng.random(n_) < 0.3
    widths = rng.integers(1, largest[:, None] + 1, size=(n_, 4))
    widths = np.where(equal[:, None], largest[:, None], widths)
    used = np.arange(4) < (d - 1)[:, None]
    product, total = np.where(used, widths, 1).prod(axis=1), np.where(used, widths, 0).sum(axis=1)
    S = product * product * (1 - rng.integers(1, np.where(equal, 2, 4096)) / 4096)
    found = {"d": d, "w": product, "sum": total, "S": S}
    return {name: value.astype("float64") for name, value in found.items()}


means.mutant("101/100 of it", means_repaired, implies(
    conj(product_observed * product_observed >= S, S > 0), sum_observed >= term("101/100") * (
        layers_observed - 1) * Root(sqrt(S), layers_observed - 1)))  # fmt: skip
means.mutant("d layers", means_repaired, implies(
    conj(product_observed * product_observed >= S, S > 0), sum_observed >= layers_observed * Root(
        sqrt(S), layers_observed - 1)))  # fmt: skip
