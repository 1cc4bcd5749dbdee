"""Section 2.5.1, what stands around its results: cones, ODD-MAX-BIT, sign-rank, and gates for AND, OR and vertices."""

import itertools

import numpy as np

from numerics.circuits import chattopadhyay_mande, small_ranks, vertices
from numerics.derive import Fact, Proof
from numerics.lemmas import defined, over, transport, under
from numerics.sign_rank import sign_rank_at_most
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    absolute,
    between,
    body,
    conj,
    either,
    every,
    exists,
    exp,
    false,
    floor,
    forall,
    function,
    implies,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.blocks import ordered
from theorems.mukherjee2020.boolean import power_positive, powers_defined
from theorems.mukherjee2020.cube import corner, isolated, vertex_gates
from theorems.mukherjee2020.gates import A as rows_of
from theorems.mukherjee2020.gates import B as shifts
from theorems.mukherjee2020.gates import C as scales
from theorems.mukherjee2020.gates import Threshold, beta, rectified
from theorems.mukherjee2020.logarithms import weak_exp
from theorems.mukherjee2020.odd_max_bit import distinct_rows, is_bit, no_bit, odd_max_bit, told_apart
from theorems.mukherjee2020.orders import ordered_listing
from theorems.mukherjee2020.ranks import identity_rank, rank_of_sum, rank_one, rank_scaled
from theorems.mukherjee2020.sign_rank import Cone, OddMaxBit, RankAtMost, Root, Sequencing, SignRankAtMost, bits, inner
from theorems.mukherjee2020.simulations import half, level, points, relu_circuit, simulated, threshold_circuit
from theorems.mukherjee2020.zonotope_geometry import by_all_cases

# The cones of Definition 11 cover space.

cover = Claim(
    "mukherjee2020", "remark", "", slug="cones_cover", section="2.5.1", family="sign_rank",
    title="cones cover space, disjointness", uses=["definition_11"],
    statement=r"""$\mathbb R^m$ is the union of the polyhedral cones $P_{m, \sigma}$ of all orders $\sigma$ of the
    vertices of $\{-1, 1\}^m$, and these share only faces: a vector that lies in the cones of two orders has equal inner
    products with any two vertices that they order differently.""",
)  # fmt: skip

i, j, k, l, m, n, r, s, t = (integer(name) for name in ("i", "j", "k", "l", "m", "n", "r", "s", "t"))
objective = function("a", "int->real")
X, Y = function("X", "int->int->int"), function("Y", "int->int->int")
cones, ties = integer("cones"), integer("ties")

covers = forall(m, objective, implies(m >= 1, exists(X, conj(Sequencing(X, m), Cone(objective, X, m)))))
shares = forall(m, objective, X, Y, r, s, k, l, implies(
    conj(m >= 1, Sequencing(X, m), Sequencing(Y, m), Cone(objective, X, m), Cone(objective, Y, m)),
    conj(1 <= r, r < s, s <= 2**m, 1 <= k, k < l, l <= 2**m),
    every(t, 1, m, conj(X(r)(t) == Y(l)(t), X(s)(t) == Y(k)(t))),
    inner(objective, X(r), m) == inner(objective, X(s), m)))  # fmt: skip

cover_printed = cover.variant(
    "printed", conj(covers, shares), expect="proved",
    why="The vertices can be sorted by any objective, and only ties can be sorted in two ways. (The cones are not "
        "disjoint as sets: 0 lies in all of them. The text calls them face-sharing.)",
    observed=cones == ties,
)  # fmt: skip


@cover.prove(cover_printed)
def by_sorting(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (m, a), (some,), _ = p.intro(first)
    sorted_ = p.conclude(first, [m, a], ordered_listing(p).apply(m, a, using=[some]))
    (m, a, X, Y, r, s, k, l), facts, wanted = p.intro(second)
    _, _, _, in_x, in_y, low, less, high, low_, less_, high_, same_ = facts
    up = [ordered(p, lam(i, inner(a, Z(i), m)), 2**m, p.open_definition(cone)) for Z, cone in ((X, in_x), (Y, in_y))]
    along = [up[0].apply(r, s, using=[low, less, high]), up[1].apply(k, l, using=[low_, less_, high_])]

    def equal(Z: Term, U: Term, left: bool) -> Fact:
        """Equal vertices have equal inner products."""

        def entry(t: Term, low: Fact, high: Fact) -> Fact:
            pair = same_.apply(t, using=[low, high])
            return p.arith(a(t) * Z(t) == a(t) * U(t), pair.left if left else pair.right, multipliers=[a(t)])

        return equal_sums(p, term(1), m, lam(t, a(t) * Z(t)), lam(t, a(t) * U(t)), entry)

    fact = p.arith(wanted, *along, equal(X(r), Y(l), True), equal(X(s), Y(k), False))
    return p.both(sorted_, p.conclude(second, [m, a, X, Y, r, s, k, l], fact))


@cover.instances
def small_cubes(rng, n_):
    """Random integer objectives for m = 1 and m = 2: cones counts the orders of the vertices in whose cone they lie,
    ties is the product of the factorials of the numbers of vertices with equal inner products."""
    m = rng.integers(1, 3, size=n_)
    cones, ties = np.zeros(n_), np.zeros(n_)
    for size in (1, 2):
        here, corners = m == size, vertices(size)
        values = rng.integers(-3, 4, size=(here.sum(), size)) @ corners.T
        orders = np.array(list(itertools.permutations(range(2**size))))
        cones[here] = np.all(np.diff(values[:, orders], axis=2) >= 0, axis=2).sum(axis=1)
        ties[here] = np.tril(values[:, :, None] == values[:, None]).sum(axis=2).prod(axis=1)
    return {"cones": cones, "ties": ties}


cover.mutant("disjoint", cover_printed, cones == 1)
cover.mutant("at most two cones for each vector", cover_printed, cones <= 2)

# ODD-MAX-BIT.

odd = Claim(
    "mukherjee2020", "identity", "", slug="omb_formula", section="2.5.1", family="boolean_circuits",
    title="ODD-MAX-BIT threshold form",
    statement=r"""The $\pm 1$ threshold gate that is $-1$ when $\sum_{i=1}^n (-1)^{i+1} 2^i (1 + x_i) \ge \frac12$ is
    the function ODD-MAX-BIT of $n$ bits: $-1$ exactly when the largest $i$ with $x_i = 1$ is odd, and $1$ when it is
    even or when there is none.""",
)  # fmt: skip

o = function("x", "int->int")
top, parity, value = integer("k"), integer("parity"), integer("value")  # k = 0 for none; (-1)^k

odd_printed = odd.variant(
    "printed", conj(
        forall(n, o, k, implies(
            conj(n >= 1, is_bit(o, n)), conj(k >= 1, k <= n, o(k) == 1, every(i, k + 1, n, o(i) == -1)),
            OddMaxBit(o, n) == term(-1) ** k)),
        forall(n, o, implies(conj(n >= 1, every(i, 1, n, o(i) == -1)), OddMaxBit(o, n) == 1))), expect="proved",
    why="The term of the largest such i is 2^(i+1) in magnitude, and all those below it together less.",
    observed=value == parity,
)  # fmt: skip


@odd.prove(odd_printed)
def by_the_largest_term(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (n, o, k), (_, signs, *largest), wanted = p.intro(first)
    step = p.lemma("power_step", -1, k, using=[largest[0]])
    found = p.arith(wanted, odd_max_bit(p).apply(o, n, k, using=[signs, *largest]), step)
    shown = p.conclude(first, [n, o, k], found)
    (n, o), (some, none), wanted = p.intro(second)
    empty = over(p, term(0) + 1, n, lambda i, bounds: none.apply(i, using=[bounds]))
    return p.both(
        shown, p.conclude(second, [n, o], no_bit(p).apply(o, n, using=[p.both(p.arith(n >= 0, some), empty)]))
    )


@odd.instances
def random_bits(rng, n_):
    """Up to 12 random bits: value is that of the threshold gate, parity is (-1)^k for the largest k with x_k = 1."""
    n = rng.integers(1, 13, size=n_)
    positions = np.arange(1, 13)
    bits = np.where((rng.random((n_, 12)) < 0.4) & (positions <= n[:, None]), 1, -1)
    total = ((-1) ** (positions + 1) * 2**positions * (1 + bits)).sum(axis=1)
    largest = np.where(bits == 1, positions, 0).max(axis=1)
    found = {"value": np.where(2 * total >= 1, -1, 1), "parity": 1 - 2 * (largest % 2)}
    return {name: array.astype("float64") for name, array in found.items()}


odd.mutant("the other sign", odd_printed, value == -parity)
odd.mutant("never -1", odd_printed, value >= 0)

# The Chattopadhyay-Mande function has no two equal rows.

distinct = Claim(
    "mukherjee2020", "claim", "", slug="cm_distinct_rows", section="2.5.1", family="sign_rank",
    title="CM matrix has all rows distinct", uses=["equation_2_9"],
    statement=r"""(Ours.) For all $n, l \ge 1$ the rows of the $2^{nl} \times 2^{nl}$ matrix $[g(x, y)]$ of the function
    $g = \mathrm{OMB}_n \circ \mathrm{OR}_l \circ \mathrm{XOR}_2$ of (2.9) are pairwise different.""",
)  # fmt: skip

x, u = function("x", "int->int"), function("u", "int->int")
rows = integer("rows")

distinct_printed = distinct.variant(
    "printed", forall(n, l, x, u, implies(
        conj(n >= 1, l >= 1), bits(x, n * l), bits(u, n * l), some(t, 1, n * l, x(t) != u(t)), told_apart(x, u, n, l))),
    expect="proved",
    why="In the last block where x and u differ let y be equal to x, before it to u, after it opposite to both: the "
        "last block equal to that of y is this one for x and the one before it for u, and the parities differ.",
    observed=rows == 2**m,
)  # fmt: skip


@distinct.prove(distinct_printed)
def by_the_last_block(p: Proof, goal: Term) -> Fact:
    (n, l, x, u), (some_blocks, long, first, second, apart), _ = p.intro(goal)
    t, fact = p.obtain(apart, "t")
    told = distinct_rows(p).apply(
        n, l, x, u, t, using=[p.both(some_blocks, long, first, second, fact.left, fact.right)]
    )
    return p.conclude(goal, [n, l, x, u], told)


@distinct.satisfied(distinct_printed)
def with_one_bit(p: Proof, formula: Term) -> Fact:
    plus, minus = lam(t, term(1)), lam(t, term(-1))
    one = term(1)
    signs = [p.compute(bits(v, one * 1)) for v in (plus, minus)]
    differ = p.compute(some(t, 1, one * 1, plus(t) != minus(t)))
    return p.witness(formula, 1, 1, plus, minus, p.both(p.compute(conj(one >= 1, one >= 1)), *signs, differ))


@distinct.instances
def small_sizes(rng, n_):
    """All n, l with n l <= 8; rows counts the different rows of the matrix."""
    table = np.array([(n * l, len(np.unique(chattopadhyay_mande(n, l), axis=0)))
                      for n in range(1, 9) for l in range(1, 9) if n * l <= 8], dtype="float64")  # fmt: skip
    m, rows = table[np.arange(n_) % len(table)].T
    return {"m": m, "rows": rows}


distinct.mutant("one row twice", distinct_printed, rows <= 2**m - 1)
distinct.mutant("2^(m-1) rows", distinct_printed, rows == 2 ** (m - 1))

# Sign-rank.

least = Claim(
    "mukherjee2020", "inequality", "", slug="sign_rank_definition", section="2.5.1", family="sign_rank",
    title="sign-rank at most rank of pre-sign matrix",
    statement=r"""The sign-rank of a matrix $A$ without zeros is the least rank of a matrix $B$ with
    $\mathrm{sign}(B_{ij}) = \mathrm{sign}(A_{ij}) \ne 0$ for all $i, j$; hence it is at most the rank of every matrix
    that has the same signs.""",
)  # fmt: skip

B, F = function("B", "int->int->real"), function("F", "int->int->real")
E = lam(i, j, where(i == j, 1, -1))  # 1 on the diagonal, -1 elsewhere
rank, sign_rank = integer("rank"), integer("sign_rank")

bounded = forall(
    n,
    B,
    F,
    r,
    implies(
        n >= 1, every(i, 1, n, every(j, 1, n, B(i)(j) * F(i)(j) > 0)), RankAtMost(B, n, r), SignRankAtMost(F, n, r)
    ),
)

least_printed = least.variant(
    "printed", bounded, expect="proved", why="B itself is a matrix with these signs.", observed=sign_rank <= rank,
)  # fmt: skip
least_sharpened = least.variant(
    "sharpened", conj(bounded, forall(n, implies(n >= 1, conj(
        SignRankAtMost(E, n, 3), forall(r, implies(r >= 0, RankAtMost(E, n, r), n - 1 <= r)))))), expect="proved",
    why="The sign-rank may stay at 3 while the rank grows: the n x n matrix with 1 on the diagonal and -1 elsewhere "
        "has the signs of 1 - 2 (i - j)^2, of rank 3, but rank at least n - 1.",
    observed=sign_rank <= rank,
)  # fmt: skip


def by_itself(p: Proof, goal: Term) -> Fact:
    """Whatever has the signs of F bounds the sign-rank."""
    (n, B, F, r), (_, signs, low), wanted = p.intro(goal)
    return p.conclude(goal, [n, B, F, r], p.restate(p.witness(body(wanted), B, p.both(signs, low)), wanted))


@least.prove(least_printed)
def by_definition(p: Proof, goal: Term) -> Fact:
    return by_itself(p, goal)


def parabola(p: Proof, n: Term) -> Fact:
    """The matrix 1 - 2 (i - j)^2 has the signs of E, and rank at most 3."""
    B = lam(i, j, 1 - 2 * (i - j) * (i - j))
    columns, rows = (lam(i, 1 - 2 * i * i), lam(i, i), lam(i, 1)), (lam(j, 1), lam(j, 4 * j), lam(j, -2 * j * j))
    parts = [lam(i, j, f(i) * g(j)) for f, g in zip(columns, rows, strict=True)]
    ones = [rank_one(p, part, n, f, g, lambda x, y, *_, part=part: p.reflexive(part(x)(y)))
            for part, f, g in zip(parts, columns, rows, strict=True)]  # fmt: skip

    def plus(a: tuple[Term, Fact, Term], b: tuple[Term, Fact, Term], c: Term) -> Fact:
        """The rank of a sum c = a + b, each with its bound."""
        sums = over(
            p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: p.ring(c(x)(y), a[0](x)(y) + b[0](x)(y)), "y"), "x"
        )
        return rank_of_sum(p).apply(a[0], b[0], c, n, a[2], b[2], using=[p.both(
            p.compute(a[2] >= 0), p.compute(b[2] >= 0), a[1], b[1], sums)])  # fmt: skip

    two = lam(i, j, parts[0](i)(j) + parts[1](i)(j))
    one = term(1)
    low_two = plus((parts[0], ones[0], one), (parts[1], ones[1], one), two)
    three = plus((two, low_two, one + 1), (parts[2], ones[2], one), B)
    low = transport(p, lam(s, RankAtMost(B, n, s)), p.ring(one + 1 + 1, 3), three)

    def sign(x: Term, y: Term) -> Fact:
        goal = B(x)(y) * E(x)(y) > 0

        def off(other: Fact) -> Fact:
            minus = p.lemma("if_false", x == y, 1, -1, using=[other])
            far = p.by_cases(
                p.step("excluded_middle", [], [x < y]), lambda less: p.arith((x - y) * (x - y) >= 1, less),
                lambda no: p.arith((x - y) * (x - y) >= 1, p.absurd(y < x, lambda le: p.conflict(
                    p.arith(x == y, no, le), other))))  # fmt: skip
            return p.arith(goal, minus, far, multipliers=[B(x)(y)])

        def on(equal: Fact) -> Fact:
            one = p.lemma("if_true", x == y, 1, -1, using=[equal])
            return p.arith(goal, equal, one, multipliers=[B(x)(y), x - y])

        return p.decide(x == y, on, off)

    signs = over(p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: sign(x, y), "y"), "x")
    wanted = SignRankAtMost(E, n, 3)
    return p.restate(p.witness(body(wanted), B, p.both(signs, low)), wanted)


def nearly_full(p: Proof, n: Term, r: Term, some: Fact, above: Fact, bounded: Fact) -> Fact:
    """n - 1 <= r, when r bounds the rank of E: the identity matrix is half the sum of E and the matrix of ones."""
    half = term("1/2")
    ones, unit = lam(i, j, half), lam(i, j, where(i == j, 1, 0))
    scaled = rank_scaled(p).apply(E, n, r, half, using=[p.both(above, bounded)])
    single = rank_one(p, ones, n, lam(i, half), lam(j, 1), lambda x, y, *_: p.ring(ones(x)(y), half * 1))

    def entry(x: Term, y: Term) -> Fact:
        goal = unit(x)(y) == half * E(x)(y) + ones(x)(y)
        return p.decide(
            x == y, lambda yes: p.arith(goal, *(p.lemma("if_true", x == y, 1, e, using=[yes]) for e in (0, -1))),
            lambda no: p.arith(goal, *(p.lemma("if_false", x == y, 1, e, using=[no]) for e in (0, -1))))  # fmt: skip

    sums = over(p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: entry(x, y), "y"), "x")
    rule = rank_of_sum(p)
    whole = rule.apply(lam(i, j, half * E(i)(j)), ones, unit, n, r, 1, using=[p.both(
        above, p.compute(term(1) >= 0), scaled, single, sums)])  # fmt: skip
    return p.arith(n - 1 <= r, identity_rank(p).apply(n, r + 1, using=[p.both(some, whole)]))


@least.prove(least_sharpened)
def by_a_parabola(p: Proof, goal: Term) -> Fact:
    (n,), (some,), _ = p.intro(goal.args[1], premises=1)
    r = p.fresh("r", "int")
    many = p.general(r, under(p, r >= 0, lambda above: under(p, RankAtMost(E, n, r), lambda bounded: nearly_full(
        p, n, r, some, above, bounded))))  # fmt: skip
    return p.both(by_itself(p, goal.args[0]), p.conclude(goal.args[1], [n], p.both(parabola(p, n), many)))


@least.satisfied(least_printed)
def with_one_entry(p: Proof, formula: Term) -> Fact:
    one = lam(i, j, term(1))
    low = rank_one(p, one, term(1), lam(i, 1), lam(j, 1), lambda x, y, *_: p.ring(one(x)(y), term(1) * 1))
    signs = over(p, 1, term(1), lambda x, _: over(p, 1, term(1), lambda y, _: p.compute(term(1) * 1 > 0), "y"), "x")
    return p.witness(formula, 1, one, one, 1, p.both(p.compute(term(1) >= 1), signs, low))


@least.instances
def random_signs(rng, n_):
    """At most 400 random 4 x 4 sign matrices, of few different rows: the exact rank, and the sign-rank as far as 3."""
    signs = 2 * rng.integers(0, 2, size=(min(n_, 400), 4, 4)) - 1
    signs = np.take_along_axis(signs, rng.integers(0, 4, size=(len(signs), 4, 1)), axis=1)
    ranks = small_ranks(signs)
    found = np.array([next((r for r in (1, 2) if sign_rank_at_most(matrix, r)), 3) for matrix in signs])
    chosen = rng.integers(0, len(signs), size=n_)
    return {"rank": ranks[chosen].astype("float64"), "sign_rank": found[chosen].astype("float64")}


least.mutant("less than the rank", least_printed, sign_rank <= rank - 1)
least.mutant("equal to the rank", least_printed, sign_rank == rank)
least.mutant("less than the rank", least_sharpened, sign_rank <= rank - 1)
least.mutant("equal to the rank", least_sharpened, sign_rank == rank)

# One gate isolates a vertex.

vertex = Claim(
    "mukherjee2020", "identity", "", slug="vertex_indicator", section="2.5.1", family="boolean_circuits",
    title="one ReLU isolates a cube vertex",
    statement=r"""The indicator function of each vertex $v$ of $\{-1, 1\}^n$ is a single ReLU gate:
    $\max\{0, \langle v, x\rangle - (n - 1)\}$ is $1$ for $x = v$ and $0$ for every other vertex $x$.""",
)  # fmt: skip

apex, size_, product_, equal_ = function("v", "int->int"), integer("n"), integer("s"), integer("e")

vertex_printed = vertex.variant(
    "printed", forall(n, apex, x, implies(
        conj(n >= 1, bits(apex, n), bits(x, n)),
        maximum(0, 1 - n + inner(apex, x, n)) == where(every(t, 1, n, apex(t) == x(t)), 1, 0))), expect="proved",
    why="The inner product of two vertices is n for equal ones, and at most n - 2 for others.",
    observed=maximum(0, product_ - size_ + 1) == equal_,
)  # fmt: skip


@vertex.prove(vertex_printed)
def by_agreement(p: Proof, goal: Term) -> Fact:
    (n, v, x), facts, _ = p.intro(goal)
    return p.conclude(goal, [n, v, x], isolated(p).apply(n, v, x, using=[p.both(*facts)]))


@vertex.satisfied(vertex_printed)
def with_equal_bits(p: Proof, formula: Term) -> Fact:
    plus, one = lam(t, term(1)), term(1)
    return p.exhibit(formula, [1, plus, plus], *[p.compute(bits(plus, one))] * 2)


@vertex.instances
def vertex_pairs(rng, n_):
    """Two random vertices of a cube of dimension n <= 12: s is their inner product, e is 1 if they are equal."""
    n = rng.integers(1, 13, size=n_)
    used = np.arange(12) < n[:, None]
    first, second = (2 * rng.integers(0, 2, size=(n_, 12)) - 1 for _ in range(2))
    second = np.where(rng.random((n_, 1)) < 0.5, first, second)
    second[:, 0] *= np.where(rng.random(n_) < 0.3, -1, 1)
    products = np.where(used, first * second, 0).sum(axis=1)
    found = {"n": n, "s": products, "e": products == n}
    return {name: array.astype("float64") for name, array in found.items()}


vertex.mutant("threshold n - 2", vertex_printed, maximum(0, product_ - size_ + 2) == equal_)
vertex.mutant("threshold n - 3", vertex_printed, maximum(0, product_ - size_ + 3) == equal_)

# AND, OR and all Boolean functions.

universal = Claim(
    "mukherjee2020", "claim", "", slug="relu_of_relu_universal", section="2.5.1", family="boolean_circuits",
    title="AND, OR by ReLU; universality", uses=["section_2_5_1.vertex_indicator"],
    statement=r"""ReLU gates compute AND and OR of bits $-1$ (false) and $1$ (true), and a ReLU-of-ReLU circuit computes
    any Boolean function of such bits. As the output of a ReLU gate is never $-1$, outputs are $0$ (false) and $1$.""",
)  # fmt: skip

conjunction = forall(n, x, implies(conj(n >= 1, bits(x, n)), maximum(0, 1 - n + total(t, 1, n, x(t))) == where(
    every(t, 1, n, x(t) == 1), 1, 0)))  # fmt: skip
disjunction = forall(n, x, implies(conj(n >= 1, bits(x, n)), maximum(0, 1 - maximum(
    0, 1 - n + total(t, 1, n, -x(t)))) == where(some(t, 1, n, x(t) == 1), 1, 0)))  # fmt: skip
number_, outputs, width_ = integer("m"), function("f", "int->int"), integer("w")
every_function = forall(n, outputs, implies(
    conj(n >= 1, every(number_, 0, 2**n - 1, either(outputs(number_) == 0, outputs(number_) == 1))),
    exists(width_, rows_of, shifts, scales, beta, conj(1 <= width_, width_ <= 2**n - 1, every(
        number_, 0, 2**n - 1, outputs(number_) == maximum(0, beta + rectified(
            width_, rows_of, shifts, scales, corner(number_), n)))))))  # fmt: skip
slopes_, shift_ = function("a", "int->real"), real("b")
no_single_or = forall(slopes_, shift_, negation(forall(x, implies(bits(x, term(2)), maximum(
    0, shift_ + inner(slopes_, x, term(2))) == where(some(t, 1, 2, x(t) == 1), 1, 0)))))  # fmt: skip
any_true = maximum(0, 1 - maximum(0, 1 - size_ - product_))

universal_printed = universal.variant(
    "printed", conj(conjunction, disjunction, every_function), expect="proved",
    why="AND is the gate of the vertex 1, OR is 1 less the gate of the vertex -1, and a function is the sum of the "
        "gates of its vertices, to which a last gate does nothing.",
    observed=any_true == where(product_ > -size_, 1, 0),
)  # fmt: skip
universal_sharpened = universal.variant(
    "sharpened", conj(conjunction, disjunction, every_function, no_single_or), expect="proved",
    why="One gate is AND, but no one gate is OR, already of two bits: its argument would be 1 at three corners of a "
        "square, and so at the fourth.",
    observed=any_true == where(product_ > -size_, 1, 0),
)  # fmt: skip


def conjunctions(p: Proof, goal: Term, both_kinds: Term) -> Fact:
    """The gates for AND and OR."""
    (n, x), (some_, signs_), wanted = p.intro(goal)
    plus = lam(t, term(1))
    gate = isolated(p).apply(n, plus, x, using=[p.both(some_, over(p, 1, n, lambda t, _: p.or_intro(
        either(plus(t) == -1, plus(t) == 1), p.ring(1, 1)), "t"), signs_)])  # fmt: skip
    same = equal_sums(p, term(1), n, lam(t, plus(t) * x(t)), lam(t, x(t)), lambda t, *_: p.ring(plus(t) * x(t), x(t)))
    z = real("q")
    moved = p.congruent(lam(z, maximum(0, z)), p.arith(1 - n + total(t, 1, n, x(t)) == 1 - n + inner(plus, x, n), same))
    all_true, all_one = every(t, 1, n, x(t) == 1), every(t, 1, n, plus(t) == x(t))

    def turned(fact: Fact, flip: bool) -> Fact:
        return over(p, 1, n, lambda t, within: p.arith(
            plus(t) == x(t) if flip else x(t) == 1, fact.apply(t, using=[within])), "t")  # fmt: skip

    def yes(known: Fact) -> Fact:
        return p.arith(wanted, gate, moved, p.lemma("if_true", all_true, 1, 0, using=[known]), p.lemma(
            "if_true", all_one, 1, 0, using=[turned(known, True)]))  # fmt: skip

    def no(known: Fact) -> Fact:
        other = p.refute(all_one, lambda found: p.conflict(turned(found, False), known))
        return p.arith(wanted, gate, moved, p.lemma("if_false", all_true, 1, 0, using=[known]), p.lemma(
            "if_false", all_one, 1, 0, using=[other]))  # fmt: skip

    first = p.conclude(goal, [n, x], p.decide(all_true, yes, no))
    (n, x), (some_, signs_), wanted = p.intro(both_kinds)
    minus = lam(t, term(-1))
    gate = isolated(p).apply(n, minus, x, using=[p.both(some_, over(p, 1, n, lambda t, _: p.or_intro(
        either(minus(t) == -1, minus(t) == 1), p.ring(-1, -1)), "t"), signs_)])  # fmt: skip
    same = equal_sums(p, term(1), n, lam(t, minus(t) * x(t)), lam(t, -x(t)), lambda t, *_: p.ring(
        minus(t) * x(t), -x(t)))  # fmt: skip
    moved = p.congruent(lam(z, maximum(0, z)), p.arith(
        1 - n + total(t, 1, n, -x(t)) == 1 - n + inner(minus, x, n), same))  # fmt: skip
    one_true, none_true = some(t, 1, n, x(t) == 1), every(t, 1, n, minus(t) == x(t))
    rule = p.lemma("max", 0, wanted.args[0].args[1])

    def found(known: Fact) -> Fact:
        k, at = p.obtain(known, "t")
        other = p.refute(none_true, lambda all_: p.arith(false, all_.apply(k, using=[at.left]), at.right))
        zero = p.lemma("if_false", none_true, 1, 0, using=[other])
        one = p.lemma("if_true", one_true, 1, 0, using=[known])
        return p.by_cases(rule, *[lambda g: p.arith(wanted, g, gate, moved, zero, one)] * 2)

    def nothing(known: Fact) -> Fact:
        def at(t: Term, within: Fact) -> Fact:
            return p.by_cases(signs_.apply(t, using=[within]), lambda low: p.arith(minus(t) == x(t), low),
                              lambda high: p.anything(minus(t) == x(t), p.conflict(
                                  p.witness(one_true, t, p.both(within, high)), known)))  # fmt: skip

        one = p.lemma("if_true", none_true, 1, 0, using=[over(p, 1, n, at, "t")])
        zero = p.lemma("if_false", one_true, 1, 0, using=[known])
        return p.by_cases(rule, *[lambda g: p.arith(wanted, g, gate, moved, zero, one)] * 2)

    return p.both(first, p.conclude(both_kinds, [n, x], p.decide(one_true, found, nothing)))


def all_functions(p: Proof, goal: Term) -> Fact:
    """A last gate on the sum of the gates of the vertices."""
    (n, f), (some_, digits), wanted = p.intro(goal)
    gates, values = vertex_gates(p, f, n, some_)
    width, *weights = gates
    double = p.lemma("power_step", 2, n - 1, using=[p.arith(n - 1 >= 0, some_)])
    size = power_positive(p).apply(n - 1, using=[p.arith(n - 1 >= 0, some_)])
    moved = p.congruent(lam(t, term(2) ** t), p.ring(n - 1 + 1, n))

    def at(m: Term, within: Fact) -> Fact:
        whole = values.apply(m, using=[within])
        level = whole.formula.args[1]
        rule = p.lemma("max", 0, level)
        return p.by_cases(digits.apply(m, using=[within]), *[lambda d: p.by_cases(rule, *[lambda g: p.arith(
            f(m) == maximum(0, level), g, whole, d)] * 2)] * 2)  # fmt: skip

    fact = p.both(p.arith(term(1) <= width, double, size, moved), p.arith(width <= 2**n - 1), over(
        p, 0, 2**n - 1, at, "m"))  # fmt: skip
    return p.conclude(goal, [n, f], p.witness(wanted, width, *weights, fact))


@universal.prove(universal_printed)
def by_vertices(p: Proof, goal: Term) -> Fact:
    kinds = conjunctions(p, goal.args[0], goal.args[1].args[0])
    return p.both(kinds.left, kinds.right, all_functions(p, goal.args[1].args[1]))


@universal.prove(universal_sharpened)
def by_a_square(p: Proof, goal: Term) -> Fact:
    a, b = p.fresh("a", "int->real"), p.fresh("b", "real")
    kinds = conjunctions(p, goal.args[0], goal.args[1].args[0])
    last = goal.args[1].args[1].args[1]

    def argue(claimed: Fact) -> Fact:
        facts = []
        for signs_ in itertools.product((-1, 1), repeat=2):
            point = lam(t, where(t <= 1, *signs_))
            here = p.modus_ponens(claimed(point), p.compute(bits(point, term(2))))
            target = here.formula.args[1]
            value = p.compute(target == (1 if 1 in signs_ else 0))
            row = lam(t, a(t) * point(t))
            entries = [p.arith(row(term(k)) == signs_[k - 1] * a(k), p.compute(point(term(k)) == signs_[k - 1]),
                               multipliers=[a(k)]) for k in (1, 2)]  # fmt: skip
            sums = [p.lemma("sum_empty", 1, 0, row), *(p.lemma("sum_step", 1, k, row) for k in (0, 1)),
                    *(p.congruent(row, p.ring(term(k) + 1, k + 1)) for k in (0, 1))]  # fmt: skip
            level = b + signs_[0] * a(1) + signs_[1] * a(2)
            node = p.congruent(lam(real("q"), maximum(0, real("q"))), p.arith(
                b + inner(a, point, term(2)) == level, *sums, *entries))  # fmt: skip
            facts.append(p.arith(maximum(0, level) == (1 if 1 in signs_ else 0), node, here, value))
        rules = [p.lemma("max", 0, fact.formula.args[0].args[1]) for fact in facts]
        return by_all_cases(p, rules, lambda g: p.arith(false, *g, *facts))

    premise = forall(x, implies(bits(x, term(2)), maximum(0, b + inner(a, x, term(2))) == where(
        some(t, 1, 2, x(t) == 1), 1, 0)))  # fmt: skip
    none = p.prove(last, p.general(a, b, p.refute(premise, argue)))
    return p.both(kinds.left, kinds.right, all_functions(p, goal.args[1].args[1].args[0]), none)


@universal.defined(universal_printed, universal_sharpened)
def with_powers_of_two(p: Proof, formula: Term) -> Fact:
    return powers_defined(p, formula)


@universal.instances
def bit_sums(rng, n_):
    """The sum s of n <= 12 random bits -1 or 1, often of equal ones."""
    n = rng.integers(1, 13, size=n_)
    ones = rng.binomial(n, rng.choice([0, 0.1, 0.5, 1], size=n_))
    return {"n": n.astype("float64"), "s": (2.0 * ones - n)}


for variant_ in (universal_printed, universal_sharpened):
    universal.mutant("OR as one gate", variant_, maximum(0, size_ + product_) == where(product_ > -size_, 1, 0))
    universal.mutant("OR as AND", variant_, maximum(0, 1 - size_ + product_) == where(product_ > -size_, 1, 0))

# Depth and weights that Theorem 2.5.5 admits.

admissible = Claim(
    "mukherjee2020", "remark", "", slug="admissible_depth", section="2.5.1", family="sign_rank",
    title="exponential up to depth m^xi", uses=["theorem_2_5_5"],
    statement=r"""The bound $(d-1) [2^{m^{1/8}} / (mW)]^{1/(d-1)}$ of Theorem 2.5.5 is exponential in a power of $m$ for
    depths $d = O(m^\xi)$ with any $\xi < \frac18$, and bottom weights $W$ that may grow faster than every power of $m$.
    As checked here: for $d - 1 \le K m^\xi$ and $mW \le 2^{m^{1/8}/2}$ it is at least $(d-1) 2^{m^{1/8 - \xi}/(2K)}$,
    where $m^{1/8 - \xi}$ exceeds every number for all large $m$, and $W = m^q$ is admitted for every $q$ and all large
    $m$.""",
)  # fmt: skip

xi, factor_, power_, target_ = real("xi"), real("K"), real("q"), real("T")
inputs_, depth_, weight_, from_ = integer("m"), integer("d"), real("W"), integer("M")


def to_the(base: Term, exponent: Term) -> Term:
    """base^exponent, for base > 0."""
    return exp(exponent * log(base))


def half_bits(m: Term) -> Term:
    """2^(m^(1/8) / 2)."""
    return exp(log(term(2)) * (to_the(m, term("1/8")) / 2))


whole_bits = exp(log(term(2)) * to_the(inputs_, term("1/8")))
least_root = Root(whole_bits / (inputs_ * weight_), depth_ - 1)
bounded_ = forall(xi, factor_, inputs_, depth_, weight_, implies(
    conj(0 <= xi, xi < term("1/8"), factor_ > 0, inputs_ >= 1, depth_ >= 2, weight_ > 0),
    depth_ - 1 <= factor_ * to_the(inputs_, xi), inputs_ * weight_ <= half_bits(inputs_),
    (depth_ - 1) * least_root >= (depth_ - 1) * exp(
        log(term(2)) * (to_the(inputs_, term("1/8") - xi) / (2 * factor_)))))  # fmt: skip
unbounded_ = forall(xi, target_, implies(xi < term("1/8"), exists(from_, conj(from_ >= 1, forall(
    inputs_, implies(inputs_ >= from_, to_the(inputs_, term("1/8") - xi) >= target_))))))  # fmt: skip
heavy = forall(power_, exists(from_, conj(from_ >= 1, forall(inputs_, implies(
    inputs_ >= from_, inputs_ * to_the(inputs_, power_) <= half_bits(inputs_))))))  # fmt: skip
floor_of = exp(log(term(2)) * (to_the(inputs_, term("1/8")) / (2 * (depth_ - 1))))

admissible_printed = admissible.variant(
    "printed", conj(bounded_, unbounded_, heavy), expect="proved",
    why="Half of the exponent m^(1/8) pays for m W, and the root divides the other half by d - 1.",
    observed=implies(inputs_ * weight_ <= half_bits(inputs_), least_root >= floor_of),
)  # fmt: skip


def log_at_least(p: Proof, x: Term, t: Term, positive: Fact, large: Fact) -> Fact:
    """t <= log x, from exp(t) <= x and x > 0."""
    back = p.lemma("exp_log", x, using=[positive])
    return p.absurd(t <= log(x), lambda no: p.arith(false, p.lemma("exp_monotone", log(x), t, using=[
        p.arith(log(x) < t, no)]), back, large))  # fmt: skip


def log_two(p: Proof) -> Fact:
    """log 2 > 0."""
    return p.once("section_2_5_1.log_two", lambda: p.enclose(log(term(2)) > 0))


def first_integer(p: Proof, t: Term) -> tuple[Term, Fact]:
    """An integer M >= 1 with log m >= t for all integers m >= M: forall m, M <= m => t <= log m. Opens nothing."""
    M = floor(exp(t)) + 1
    at, k = p.lemma("floor", exp(t)), p.fresh("m", "int")
    positive = p.lemma("exp_positive", t)

    def each(large: Fact) -> Fact:
        above = p.arith(exp(t) <= k, at, large)
        return log_at_least(p, k, t, p.arith(k > 0, above, positive), above)

    low = p.arith(M >= 1, p.arith(floor(exp(t)) > -1, at, positive))
    return M, p.both(low, p.general(k, under(p, k >= M, each)))


@admissible.prove(admissible_printed)
def by_halving_the_exponent(p: Proof, goal: Term) -> Fact:
    first, second, third = goal.args[0], *goal.args[1].args
    return p.both(with_half(p, first), grows(p, second), admits(p, third))


def with_half(p: Proof, goal: Term) -> Fact:
    (xi, K, m, d, W), facts, wanted = p.intro(goal)
    _, _, positive, some, deep, heavy_, shallow, light = facts
    two, R, mW = log_two(p), to_the(m, term("1/8")), m * W
    t, h = log(term(2)) * (R / 2), d - 1
    product = p.arith(mW > 0, p.arith((m - 1) * W >= 0, some, heavy_), heavy_)
    inverse = p.lemma("inverse", mW, using=[p.arith(negation(mW == 0), product)])
    share = p.arith(1 / mW > 0, inverse, product)
    N = exp(log(term(2)) * R)
    square = p.lemma("exp_sum", t, t)
    z = real("z")
    whole = p.congruent(lam(z, exp(z)), p.ring(t + t, log(term(2)) * R))
    B = N / mW
    ratio = p.arith(B >= exp(t), p.arith((exp(t) * exp(t)) * (1 / mW) >= exp(t) * mW * (1 / mW), p.arith(
        exp(t) * (exp(t) - mW) * (1 / mW) >= 0, p.arith(exp(t) * (exp(t) - mW) >= 0, p.lemma("exp_positive", t), light),
        share)), square, whole, inverse, multipliers=[1 / mW, exp(t)])  # fmt: skip
    above = p.arith(B > 0, ratio, p.lemma("exp_positive", t))
    logarithm = log_at_least(p, B, t, above, ratio)
    # log B / h >= t / h >= log 2 R / (2 K m^xi) = log 2 m^(1/8 - xi) / (2 K)
    reach = p.lemma("inverse", h, using=[p.arith(negation(h == 0), deep)])
    over_h = p.arith(1 / h > 0, reach, deep)
    over_K = p.lemma("inverse", 2 * K, using=[p.arith(negation(2 * K == 0), positive)])
    half_K = p.arith(1 / (2 * K) > 0, over_K, positive)
    rest, depth = to_the(m, term("1/8") - xi), to_the(m, xi)
    split = p.lemma("exp_sum", (term("1/8") - xi) * log(m), xi * log(m))
    joined = p.congruent(lam(z, exp(z)), p.ring((term("1/8") - xi) * log(m) + xi * log(m), term("1/8") * log(m)))
    parts = p.arith(R == rest * depth, split, joined)
    size = p.arith(rest > 0, p.lemma("exp_positive", (term("1/8") - xi) * log(m)))
    most = p.arith(h * rest <= K * R, p.arith((K * depth - h) * rest >= 0, shallow, size), parts, multipliers=[K])
    small = p.arith(
        rest * (1 / (2 * K)) <= R / 2 * (1 / h),
        p.arith(
            (K * R - h * rest) * (1 / h) * (1 / (2 * K)) >= 0,
            p.arith((K * R - h * rest) * (1 / h) >= 0, most, over_h),
            half_K,
        ),
        reach,
        over_K,
        multipliers=[rest * (1 / (2 * K)), R * (1 / h), 1 / h, 1 / (2 * K), R / 2 * (1 / h)],
    )
    exponent = log(term(2)) * (rest / (2 * K))
    upper = p.arith(
        exponent <= log(B) / h,
        p.arith(log(term(2)) * (R / 2 * (1 / h) - rest * (1 / (2 * K))) >= 0, small, two),
        p.arith((log(B) - t) * (1 / h) >= 0, logarithm, over_h),
    )
    ordered_ = weak_exp(p, exponent, log(B) / h, upper)
    root = p.restate(p.reflexive(exp(log(B) / h)), Root(B, h) == exp(log(B) / h))
    fact = p.arith(h * Root(B, h) >= h * exp(exponent), root, p.arith(h * (exp(log(B) / h) - exp(exponent)) >= 0,
                                                                     ordered_, deep), multipliers=[h])  # fmt: skip
    return p.conclude(goal, [xi, K, m, d, W], p.prove(wanted, fact))


def grows(p: Proof, goal: Term) -> Fact:
    (xi, T), (less,), wanted = p.intro(goal)
    gap = term("1/8") - xi
    inverse = p.lemma("inverse", gap, using=[p.arith(negation(gap == 0), less)])
    positive = p.arith(gap > 0, less)
    t = T * (1 / gap)  # exp(gap log m) >= 1 + gap log m >= 1 + T
    M, known = first_integer(p, t)
    k = p.fresh("m", "int")

    def each(large: Fact) -> Fact:
        level = known.right.apply(k, using=[large])
        product = p.arith(gap * log(k) >= T, p.arith(gap * (log(k) - t) >= 0, positive, level), inverse,
                          multipliers=[T])  # fmt: skip
        return p.arith(to_the(k, gap) >= T, p.lemma("exp_tangent", gap * log(k)), product)

    return p.conclude(goal, [xi, T], p.witness(wanted, M, p.both(known.left, p.general(k, under(p, k >= M, each)))))


def admits(p: Proof, goal: Term) -> Fact:
    (q,), _, wanted = p.intro(goal)
    two = log_two(p)
    inverse = p.lemma("inverse", log(term(2)), using=[p.arith(negation(log(term(2)) == 0), two)])
    size = absolute(q) + 1
    rule = p.lemma("abs", q)
    low = [p.by_cases(rule, *[lambda g, c=c: p.arith(c, g)] * 2) for c in (q <= absolute(q), absolute(q) >= 0)]
    t = 512 * size * (1 / log(term(2)))
    M, known = first_integer(p, t)
    k = p.fresh("m", "int")

    def each(large: Fact) -> Fact:
        L = log(k)
        level = known.right.apply(k, using=[large])
        reciprocal = p.arith(1 / log(term(2)) > 0, inverse, two)
        above = p.arith(L >= 0, level, p.arith(size * (1 / log(term(2))) >= 0, reciprocal, *low))
        positive = p.arith(k > 0, large, known.left)
        # R = exp(L/16)^2 >= (L/16)^2, and log 2 L^2 / 512 >= (q + 1) L
        tangent = p.lemma("exp_tangent", L / 16)
        square = p.lemma("exp_sum", L / 16, L / 16)
        z = real("z")
        same = p.congruent(lam(z, exp(z)), p.ring(L / 16 + L / 16, term("1/8") * L))
        R = to_the(k, term("1/8"))
        large_R = p.arith(R >= L / 16 * (L / 16), square, same, p.arith(
            (exp(L / 16) - L / 16) * (exp(L / 16) + L / 16) >= 0, tangent, above))  # fmt: skip
        enough = p.arith(log(term(2)) * L >= 512 * size, p.arith(log(term(2)) * (L - t) >= 0, level, two), inverse,
                         multipliers=[size])  # fmt: skip
        most = p.arith((q + 1) * L <= size * L, above, low[0])
        scaled = p.arith(size * L <= log(term(2)) * (L * L) / 512, p.arith(
            (log(term(2)) * L - 512 * size) * L >= 0, enough, above))  # fmt: skip
        reach = p.arith(log(term(2)) * (L * L) / 512 <= log(term(2)) * (R / 2), p.arith(
            log(term(2)) * (R - L / 16 * (L / 16)) >= 0, two, large_R))  # fmt: skip
        exponent = p.arith((q + 1) * L <= log(term(2)) * (R / 2), most, scaled, reach)
        grown = weak_exp(p, (q + 1) * L, log(term(2)) * (R / 2), exponent)
        split = p.lemma("exp_sum", q * L, L)
        joined = p.congruent(lam(z, exp(z)), p.ring(q * L + L, (q + 1) * L))
        back = p.lemma("exp_log", k, using=[positive])
        return p.arith(k * to_the(k, q) <= half_bits(k), grown, split, joined, back, multipliers=[exp(q * L)])

    return p.conclude(goal, [q], p.witness(wanted, M, p.both(known.left, p.general(k, under(p, k >= M, each)))))


@admissible.defined(admissible_printed)
def where_logarithms_are(p: Proof, formula: Term) -> Fact:
    def leaf(part: Term, facts: list[Fact]) -> Fact | None:
        if part.op == "not" and part.args[0].args[0].op == "*" and part.args[0].args[0].args[0].op != "num":
            return p.arith(part, p.arith(part.args[0].args[0] > 0, *facts))
        if part.op == "<" and part.args[1].op == "/":
            top, bottom = part.args[1].args
            positive = p.arith(bottom > 0, *facts)
            inverse = p.lemma("inverse", bottom, using=[p.arith(negation(bottom == 0), positive)])
            share = p.arith(1 / bottom > 0, inverse, positive)
            return p.arith(part, share, p.lemma("exp_positive", top.args[0]))
        return None

    return defined(p, formula, leaf)


@admissible.instances
def large_inputs(rng, n_):
    """m = 2^e for e = 56, ..., 72, where m^(1/8) / 2 > e, W a power of 2, and depths up to 40."""
    e = rng.integers(56, 73, size=n_)
    spare = np.floor(2.0 ** (e / 8) / 2 - e)
    k = np.floor(rng.random(n_) * np.maximum(spare - 1, 1))
    return {"m": 2.0**e, "W": 2.0**k, "d": rng.integers(2, 41, size=n_).astype("float64")}


admissible.mutant("the whole exponent", admissible_printed, implies(
    inputs_ * weight_ <= half_bits(inputs_), least_root >= exp(log(term(2)) * (to_the(inputs_, term("1/8")) / (
        depth_ - 1)))))  # fmt: skip
admissible.mutant("without the root", admissible_printed, implies(
    inputs_ * weight_ <= half_bits(inputs_), least_root >= half_bits(inputs_)))  # fmt: skip

# Circuits of threshold gates.

simulation = Claim(
    "mukherjee2020", "claim", "", slug="ltf_into_relu", section="2.5.1", family="boolean_circuits",
    title="LTF circuits simulate into ReLU circuits", uses=["claim_4"],
    statement=r"""Every circuit of $N$ threshold gates on $\{-1, 1\}^n$, of any depth and any wiring without cycles, is
    simulated by a circuit of $2N$ ReLU gates: the output of the $i$-th threshold gate is that of the ReLU gate $2i - 1$
    less that of the ReLU gate $2i$ less $1$, and these have wires only from where the threshold gate has them, so that
    the depth is the same.""",
)  # fmt: skip

gates_, first_, second_, fired_ = integer("N"), real("first"), real("second"), integer("g")
inputs_of, wires_of = function("A", "int->int->real"), function("V", "int->int->real")
biases_of, fires_of = function("b", "int->real"), function("g", "int->int->real")
relu_inputs, relu_wires = function("R", "int->int->real"), function("U", "int->int->real")
relu_biases, relu_fires = function("c", "int->real"), function("y", "int->int->real")
bit_, gate_, source_ = integer("t"), integer("r"), integer("q")

simulation_printed = simulation.variant(
    "printed", forall(n, gates_, inputs_of, biases_of, wires_of, fires_of, implies(
        conj(n >= 1, gates_ >= 1, threshold_circuit(inputs_of, biases_of, wires_of, fires_of, gates_, n)),
        exists(relu_inputs, relu_biases, relu_wires, relu_fires, conj(
            relu_circuit(relu_inputs, relu_biases, relu_wires, relu_fires, 2 * gates_, n),
            every(i, 1, gates_, points(n, fires_of(i)(number_)
                                       == -1 + relu_fires(2 * i - 1)(number_) - relu_fires(2 * i)(number_))),
            every(gate_, 1, 2 * gates_, every(source_, 1, gate_ - 1, implies(
                wires_of(half(gate_))(half(source_)) == 0, relu_wires(gate_)(source_) == 0))),
            every(gate_, 1, 2 * gates_, every(bit_, 1, n, implies(
                inputs_of(half(gate_))(bit_) == 0, relu_inputs(gate_)(bit_) == 0))))))), expect="proved",
    why="Gate by gate as in Claim 4: each gate has finitely many values, so that its negative ones stay below some -p.",
    observed=fired_ == -1 + first_ - second_,
)  # fmt: skip


@simulation.prove(simulation_printed)
def gate_by_gate(p: Proof, goal: Term) -> Fact:
    (n, N, A, b, V, g), (some_, _, circuit), wanted = p.intro(goal)
    mark = p.opened
    weights, facts = simulated(p, A, b, V, g, N, n, some_, circuit)
    return p.conclude(goal, [n, N, A, b, V, g], p.close(p.witness(wanted, *weights, p.both(*facts)), mark))


@simulation.satisfied(simulation_printed)
def a_gate_that_fires(p: Proof, formula: Term) -> Fact:
    zero, none = lam(i, t, term(0)), lam(i, term(0))
    one = term(1)
    fires = lam(i, number_, Threshold(level(zero, none, zero, lam(i, number_, one), i, number_, one, i - 1)))

    def value(k: Term, m: Term) -> Fact:
        empty = p.lemma("sum_empty", 1, k - 1, lam(j, zero(k)(j) * fires(j)(m)), using=[p.arith(k - 1 < 1, p.assume(
            between(one, k, one)))])  # fmt: skip
        other = p.lemma("sum_empty", 1, k - 1, lam(j, zero(k)(j) * lam(i, number_, one)(j)(m)), using=[p.arith(
            k - 1 < 1, p.assume(between(one, k, one)))])  # fmt: skip
        z = real("z")
        return p.congruent(lam(z, Threshold(z)), p.arith(
            level(zero, none, zero, lam(i, number_, one), k, m, one, k - 1)
            == level(zero, none, zero, fires, k, m, one, k - 1), empty, other))  # fmt: skip

    whole = over(p, 1, one, lambda k, _: over(p, 0, 2**one - 1, lambda m, _: value(k, m), "m"), "i")
    return p.witness(formula, one, one, zero, none, zero, fires, p.both(
        p.compute(one >= 1), p.compute(one >= 1), whole))  # fmt: skip


@simulation.defined(simulation_printed)
def with_numbered_vertices(p: Proof, formula: Term) -> Fact:
    return powers_defined(p, formula)


@simulation.instances
def random_threshold_circuits(rng, n_):
    """Circuits of six random integer threshold gates on five bits, evaluated as such, and by ReLU gates alone from the
    outputs of earlier ReLU gates, with a power of 2 for p, so that all is exact: the last gate at a random vertex."""
    found = {"g": [], "first": [], "second": []}
    for _ in range(60):
        corners = vertices(5)
        rows, biases = rng.integers(-2, 3, size=(6, 5)), rng.integers(-2, 3, size=6)
        wires = np.tril(rng.integers(-3, 4, size=(6, 6)), -1)
        fires, pairs = np.zeros((6, 32)), np.zeros((6, 2, 32))
        for k in range(6):
            direct = biases[k] + rows[k] @ corners.T + wires[k] @ fires
            fires[k] = np.where(direct >= 0, 1, -1)
            gap = 2.0 ** np.floor(np.log2(-direct[direct < 0].max())) if (direct < 0).any() else 1.0
            received = biases[k] - wires[k].sum() + rows[k] @ corners.T + wires[k] @ (pairs[:, 0] - pairs[:, 1])
            pairs[k] = np.maximum(0, 2 / gap * (received + gap)), np.maximum(0, 2 / gap * received)
        found["g"].append(fires[-1])
        found["first"].append(pairs[-1, 0])
        found["second"].append(pairs[-1, 1])
    joined = {name: np.concatenate(parts) for name, parts in found.items()}
    drawn = rng.integers(0, len(joined["g"]), size=n_)
    return {name: array[drawn] for name, array in joined.items()}


simulation.mutant("one ReLU gate each", simulation_printed, fired_ == -1 + first_)
simulation.mutant("without the constant", simulation_printed, fired_ == first_ - second_)
