"""Section 2.E, the steps from block structure to the lower bound: true; the squares of the sign-rank bound can go."""

import math

import numpy as np

from numerics.circuits import block_matrices, restricted_outputs, small_ranks
from numerics.derive import Fact, Proof
from numerics.lemmas import over, powers_of_two, sum_appended, under
from numerics.rank import exact_rank
from numerics.sampling import dyadic
from numerics.sums import equal_sums, sum_of_constants
from numerics.terms import (
    TABLE,
    Term,
    body,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    maximum,
    product,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.blocks import equal_rows, singletons
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
from theorems.mukherjee2020.sign_rank import BlockConstant, Circuit, RankAtMost, RestrictedBottom, SignRankAtMost

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
    return p.once("rank_of_groups", lambda: rank_of_groups(p)).apply(D, A, M, r, using=[some, equal_rows(p, constant)])


@chain.prove(chain_printed)
def step_by_step(p: Proof, goal: Term) -> Fact:
    at_three = Term(TABLE.instantiate(goal.index, term(3).index))
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
    positive = p.arith(R >= 0, powers_of_two(p).apply(m, using=[some]))
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
