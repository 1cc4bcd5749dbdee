"""Section 2.5.1, the remarks around Theorem 2.5.5: cones cover space, the rank bounds the sign-rank, rows differ."""

import itertools

import numpy as np

from numerics.circuits import chattopadhyay_mande, small_ranks, vertices
from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport, under
from numerics.sign_rank import sign_rank_at_most
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    body,
    conj,
    every,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    some,
    term,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.blocks import ordered
from theorems.mukherjee2020.odd_max_bit import distinct_rows, is_bit, no_bit, odd_max_bit, told_apart
from theorems.mukherjee2020.orders import ordered_listing
from theorems.mukherjee2020.ranks import identity_rank, rank_of_sum, rank_one, rank_scaled
from theorems.mukherjee2020.sign_rank import Cone, OddMaxBit, RankAtMost, Sequencing, SignRankAtMost, bits, inner

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
