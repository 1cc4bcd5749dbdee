"""Section 2.5.1, sign-rank and the Chattopadhyay-Mande function: the rank bounds the sign-rank; all rows differ."""

import numpy as np

from numerics.circuits import chattopadhyay_mande, small_ranks
from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport, under
from numerics.rank import sign_rank_at_most
from numerics.terms import (
    Term,
    body,
    conj,
    every,
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
from theorems.mukherjee2020.odd_max_bit import distinct_rows, told_apart
from theorems.mukherjee2020.ranks import identity_rank, rank_of_sum, rank_one, rank_scaled
from theorems.mukherjee2020.sign_rank import RankAtMost, SignRankAtMost, bits

# The Chattopadhyay-Mande function has no two equal rows.

distinct = Claim(
    "mukherjee2020", "claim", "", slug="cm_distinct_rows", section="2.5.1", family="sign_rank",
    title="CM matrix has all rows distinct", uses=["equation_2_9"],
    statement=r"""(Ours.) For all $n, l \ge 1$ the rows of the $2^{nl} \times 2^{nl}$ matrix $[g(x, y)]$ of the function
    $g = \mathrm{OMB}_n \circ \mathrm{OR}_l \circ \mathrm{XOR}_2$ of (2.9) are pairwise different.""",
)  # fmt: skip

n, l, r, t = (integer(name) for name in ("n", "l", "r", "t"))
x, u = function("x", "int->int"), function("u", "int->int")
rows, m = integer("rows"), integer("m")

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

i, j, s = integer("i"), integer("j"), integer("s")
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
