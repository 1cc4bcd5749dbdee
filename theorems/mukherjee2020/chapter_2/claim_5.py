"""Claim 5, sums of matrices with constant blocks: true; min(M, w(D-1) + 1) groups always do, and no fewer."""

from numerics.circuits import block_matrices
from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_appended, sum_induction, transport, under
from numerics.rank import block_group_counts
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    minimum,
    negation,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.blocks import common_partition, constant_on_blocks, groups_needed, singletons
from theorems.mukherjee2020.sign_rank import BlockConstant, Ordering

claim = Claim(
    "mukherjee2020", "claim", "5", section="2.E", family="sign_rank", title="sum of block-constant matrices",
    statement=r"""Let $w, M, D$ be natural numbers and $A_1, \dots, A_w$ real $M \times M$ matrices. Suppose that in one
    ordering of the rows and one of the columns, the same for all of them, each $A_i$ can be partitioned contiguously
    into $D$ groups of rows and $D$ groups of columns (which may differ from one $A_i$ to the next) such that it is
    constant on every block. Then, in this ordering, $A_1 + \dots + A_w$ can be partitioned contiguously into
    $w(D-1)+1$ groups of rows and as many of columns such that it is constant on every block.""",
)  # fmt: skip

A, s, t = function("A", "int->int->int->real"), function("s", "int->int"), function("t", "int->int")
w, M, D, E = (integer(name) for name in ("w", "M", "D", "E"))
i, j, n, x, y = (integer(name) for name in ("i", "j", "n", "x", "y"))
groups = w * (D - 1) + 1
naturals = conj(w >= 1, M >= 1, D >= 1)


def summand(A: Term, s: Term, t: Term, i: Term) -> Term:
    """A(i) in the ordering s of the rows and t of the columns."""
    return lam(x, y, A(i)(s(x))(t(y)))


def added(A: Term, s: Term, t: Term, w: Term) -> Term:
    """The sum of A(1), ..., A(w) in that ordering."""
    return lam(x, y, total(i, 1, w, A(i)(s(x))(t(y))))


def into(count: Term) -> Term:
    """The claim with a number of groups."""
    return forall(w, M, D, A, s, t, implies(
        conj(naturals, Ordering(s, M), Ordering(t, M)), every(i, 1, w, BlockConstant(summand(A, s, t, i), M, D)),
        BlockConstant(added(A, s, t, w), M, count)))  # fmt: skip


needed = forall(
    w,
    M,
    D,
    implies(
        naturals,
        exists(
            A,
            conj(
                every(i, 1, w, BlockConstant(A(i), M, D)),
                forall(
                    E,
                    implies(
                        E >= 1, BlockConstant(lam(x, y, total(i, 1, w, A(i)(x)(y))), M, E), minimum(M, groups) <= E
                    ),
                ),
            ),
        ),
    ),
)

found, broad = integer("rows"), integer("columns")  # groups of rows and columns that the sum has

printed = claim.variant(
    "printed", into(groups), expect="proved",
    why="The cuts of the summands together, at most w(D-1), serve for the sum. As in the proof, at most that many "
        "groups are meant: groups may be empty, as some must be when w(D-1) + 1 exceeds M.",
    observed=conj(found <= groups, broad <= groups),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(into(minimum(M, groups)), needed), expect="proved",
    why="The exact number is the smaller of M and w(D-1) + 1: if A_i(x, y) counts how many of its own D - 1 cuts lie "
        "before x, and no two summands share a cut, then the sum needs all of them.",
    observed=conj(found <= minimum(M, groups), broad <= minimum(M, groups)),
)  # fmt: skip


def partition_of_sum(p: Proof, A: Term, w: Term, M: Term, D: Term, count: Fact, some: Fact, each: Fact) -> Fact:
    """BlockConstant for A(1) + ... + A(w) with w(D-1) + 1 groups, from ``each`` A(i) with D groups."""
    mark = p.opened
    r, c, constant = p.obtain(common_partition(p, A, w, M, D, count, some, each), "r", "c")
    K, B = w * (D - 1) + 1, lam(x, y, total(i, 1, w, A(i)(x)(y)))

    def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
        x, u, y, v = places
        return equal_sums(p, term(1), w, lam(i, A(i)(x)(y)), lam(i, A(i)(u)(v)), lambda k, low, high: p.open_definition(
            constant.apply(k, using=[low, high])).apply(x, u, y, v, using=[*inside, rows, columns]))  # fmt: skip

    wanted = BlockConstant(B, M, K)
    inner = p.open_definition(p.assume(wanted)).formula
    return p.close(p.restate(p.witness(inner, r, c, constant_on_blocks(p, B, M, r, c, K, equal)), wanted), mark)


@claim.prove(printed)
def by_all_cuts(p: Proof, goal: Term) -> Fact:
    (w, M, D, A, s, t), (count, _, some, _, _, each), _ = p.intro(goal)
    ordered = lam(i, summand(A, s, t, i))
    fact = partition_of_sum(p, ordered, w, M, D, p.arith(w >= 0, count), some, each)
    return p.conclude(goal, [w, M, D, A, s, t], fact)


def smaller_of_both(p: Proof, goal: Term) -> Fact:
    """min(M, w(D-1) + 1) groups do: M groups always do."""
    (w, M, D, A, s, t), (count, _, some, _, _, each), _ = p.intro(goal)
    ordered, K, k = lam(i, summand(A, s, t, i)), w * (D - 1) + 1, integer("k")
    fits = partition_of_sum(p, ordered, w, M, D, p.arith(w >= 0, count), some, each)
    B = fits.formula.args[0]
    number = lam(k, BlockConstant(B, M, k))
    fact = p.by_cases(
        p.lemma("min", M, K),
        lambda least: transport(p, number, p.symmetric(least.right), singletons(p, B, M)),
        lambda least: transport(p, number, p.symmetric(least.right), fits))  # fmt: skip
    return p.conclude(goal, [w, M, D, A, s, t], fact)


def counting_own_cuts(p: Proof, goal: Term) -> Fact:
    """No fewer groups do in general: A(i)(x)(y) is the number of the cuts (i-1)(D-1) + j that lie before x."""
    (w, M, D), (count, size, some), witnessed = p.intro(goal)
    N, K = w * (D - 1), w * (D - 1) + 1

    def before(x: Term, cut: Term) -> Term:
        """Whether a cut lies before x, as 0 or 1."""
        return where(x <= cut, 0, 1)

    def cuts(i: Term) -> Term:
        return lam(j, (i - 1) * (D - 1) + j)

    family = lam(i, x, y, total(j, 1, D - 1, before(x, cuts(i)(j))))

    def own_blocks(i: Term, bounds: Fact) -> Fact:
        def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
            x, u, _, _ = places

            def same_side(j: Term, low: Fact, high: Fact) -> Fact:
                side = p.open_definition(rows).apply(j, using=[low, high])
                goal, cut = before(x, cuts(i)(j)) == before(u, cuts(i)(j)), cuts(i)(j)
                return p.decide(
                    x <= cut,
                    lambda yes: p.arith(goal, p.lemma("if_true", x <= cut, 0, 1, using=[yes]), p.lemma(
                        "if_true", u <= cut, 0, 1, using=[p.modus_ponens(side.left, yes)])),
                    lambda no: p.arith(goal, p.lemma("if_false", x <= cut, 0, 1, using=[no]), p.lemma(
                        "if_false", u <= cut, 0, 1, using=[p.refute(u <= cut, lambda yes: p.conflict(
                            p.modus_ponens(side.right, yes), no))])))  # fmt: skip

            lies = [lam(j, before(place, cuts(i)(j))) for place in (x, u)]
            return equal_sums(p, term(1), D - 1, *lies, same_side)

        wanted = BlockConstant(family(i), M, D)
        inner = p.open_definition(p.assume(wanted)).formula
        constant = constant_on_blocks(p, family(i), M, cuts(i), cuts(i), D, equal)
        return p.restate(p.witness(inner, cuts(i), cuts(i), constant), wanted)

    def all_cuts(x: Term) -> Fact:
        """The sum at x is the number of the cuts 1, ..., w(D-1) that lie before x."""
        f, z = lam(n, before(x, n)), integer("z")

        def step(k: Term, above: Fact, here: Fact, sums: list[Fact]) -> Fact:
            size = p.arith(D - 1 >= 0, some)
            split = sum_appended(p, k * (D - 1), D - 1, f, p.arith(k * (D - 1) >= 0, above, some), size)
            last = equal_sums(p, term(1), D - 1, lam(j, before(x, cuts(k + 1)(j))), lam(j, f(k * (D - 1) + j)),
                              lambda j, low, high: p.congruent(lam(z, before(x, z)), p.ring(
                                  cuts(k + 1)(j), k * (D - 1) + j)))  # fmt: skip
            return p.arith(claim(k + 1), sums[0], here, split, last)

        def claim(k: Term) -> Term:
            return total(i, 1, k, family(i)(x)(1)) == total(n, 1, k * (D - 1), f(n))

        return sum_induction(p, w, p.arith(w >= 0, count), claim, [lam(i, family(i)(x)(1)), f], step)

    least = minimum(M, K)

    def at_most(top: Term) -> Fact:
        """min(M, w(D-1) + 1) <= top."""
        return p.by_cases(p.lemma("min", M, K), *2 * [lambda is_it: p.arith(least <= top, is_it)])

    B = lam(x, y, total(i, 1, w, family(i)(x)(y)))

    def enough(E: Term, positive: Fact, blocks: Fact) -> Fact:
        *_, constant = p.obtain(p.open_definition(blocks), "r", "c")

        def differ(n: Term, bounds: Fact) -> tuple[Term, list[Fact], Fact]:
            known = p.arith(N >= 0, count, some), p.arith(n >= 1, bounds)
            here = cuts_before(p, n, N, *known, p.arith(n <= N + 1, bounds, at_most(K)))
            there = cuts_before(p, n + 1, N, known[0], p.arith(n + 1 >= 1, known[1]),
                                p.arith(n + 1 <= N + 1, bounds, at_most(K)))  # fmt: skip
            return term(1), [size], p.refute(B(n)(1) == B(n + 1)(1), lambda equal: p.arith(
                false, equal, here, there, all_cuts(n), all_cuts(n + 1)))  # fmt: skip

        fact = groups_needed(p, constant, least - 1, positive, p.arith(least - 1 + 1 <= M, at_most(M)), differ)
        return p.arith(least <= E, fact)

    E = p.fresh("E", "int")
    needs = p.general(E, under(p, E >= 1, lambda positive: under(p, BlockConstant(B, M, E), lambda blocks: enough(
        E, positive, blocks))))  # fmt: skip
    return p.conclude(goal, [w, M, D], p.witness(witnessed, family, p.both(over(p, 1, w, own_blocks), needs)))


def cuts_before(p: Proof, x: Term, N: Term, count: Fact, positive: Fact, within: Fact) -> Fact:
    """Of the cuts 1, ..., N exactly x - 1 lie before x, for 1 <= x <= N + 1."""
    before = lam(n, where(x <= n, 0, 1))

    def claim(k: Term) -> Term:
        number = total(n, 1, k, before(n))
        return conj(implies(x <= k + 1, number == x - 1), implies(k + 1 <= x, number == k))

    def step(k: Term, above: Fact, here: Fact, sums: list[Fact]) -> Fact:
        all_but_last, all_of_them = (part.args[1] for part in claim(k + 1).args)

        def no_more(near: Fact) -> Fact:
            return p.arith(all_but_last, *sums, here.left.apply(using=[near]),
                           p.lemma("if_true", x <= k + 1, 0, 1, using=[near]))  # fmt: skip

        def one_more(far: Fact) -> Fact:
            beyond = p.arith(negation(x <= k + 1), far)
            return p.arith(all_of_them, *sums, here.right.apply(using=[p.arith(k + 1 <= x, far)]),
                           p.lemma("if_false", x <= k + 1, 0, 1, using=[beyond]))  # fmt: skip

        return p.both(
            under(p, x <= k + 1 + 1, lambda bound: p.decide(x <= k + 1, no_more, lambda far: p.arith(
                all_but_last, one_more(far), bound, far))),
            under(p, k + 1 + 1 <= x, one_more))  # fmt: skip

    return sum_induction(p, N, count, claim, [before], step, positive).left.apply(using=[within])


@claim.prove(sharpened)
def by_counting_cuts(p: Proof, goal: Term) -> Fact:
    return p.both(smaller_of_both(p, goal.args[0]), counting_own_cuts(p, goal.args[1]))


@claim.satisfied(printed)
def by_one_entry(p: Proof, formula: Term) -> Fact:
    one, A = lam(n, n), lam(i, x, y, term(0))
    constant = singletons(p, lam(x, y, term(0)), term(1))
    order = p.restate(p.compute(p.open_definition(p.assume(Ordering(one, 1))).formula), Ordering(one, 1))
    return p.witness(formula, 1, 1, 1, A, one, one, p.both(p.both(p.compute(conj(*[term(1) >= 1] * 3)), order, order),
                     over(p, 1, 1, lambda i, _: constant)))  # fmt: skip


@claim.instances
def random_sums(rng, n):
    """Random families with w <= 4, M <= 7, D <= 4; rows and columns are the numbers of groups of the sum, counted
    exactly."""
    w, M, D = (rng.integers(1, top, size=n, endpoint=True) for top in (4, 7, 4))
    found = {"w": w, "M": M, "D": D, "rows": 0 * w, "columns": 0 * w}
    for sizes in sorted(set(zip(w.tolist(), M.tolist(), D.tolist(), strict=True))):
        here = (w == sizes[0]) & (sizes[1] == M) & (sizes[2] == D)
        counts = block_group_counts(block_matrices(rng, int(here.sum()), *sizes).sum(axis=1))
        found["rows"][here], found["columns"][here] = counts
    return {name: values.astype("float64") for name, values in found.items()}


claim.mutant("one group of rows fewer", printed, conj(found <= groups - 1, broad <= groups))
claim.mutant("one group of columns fewer", printed, conj(found <= groups, broad <= groups - 1))
claim.mutant("w(D-1) groups of rows in large matrices", sharpened, found <= minimum(M, groups - 1))
claim.mutant("M - 1 groups of rows in small matrices", sharpened, found <= minimum(M - 1, groups))

claim.picture(pictures.blocks)
