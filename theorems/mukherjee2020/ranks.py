"""Derivations about rank and sign-rank: sums, constant blocks, linear dependence."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_appended, sum_induction, transport, under
from numerics.sums import equal_sums, once, sum_of_constants, sums_linear, sums_scaled, sums_swapped
from numerics.terms import (
    Term,
    between,
    conj,
    either,
    every,
    exists,
    false,
    forall,
    iff,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    some,
    term,
    total,
    var,
    where,
)  # fmt: skip
from theorems.mukherjee2020.sign_rank import RankAtMost, SignRankAtMost, Undivided, bits

i, j, s, x, y = (integer(name) for name in ("i", "j", "s", "x", "y"))


def factored(
    p: Proof, A: Term, n: Term, r: Term, P: Term, Q: Term, entry: Callable[[Term, Term, Fact, Fact], Fact]
) -> Fact:
    """RankAtMost(A, n, r) by the factors P and Q; ``entry(x, y, bounds, bounds)`` proves the equation of an entry."""
    wanted = RankAtMost(A, n, r)
    equations = over(p, 1, n, lambda x, inside: over(p, 1, n, lambda y, within: entry(x, y, inside, within), "y"), "x")
    return p.restate(p.witness(p.open_definition(p.assume(wanted)).formula, P, Q, equations), wanted)


def product_sum(P: Term, Q: Term, x: Term, y: Term, r: Term) -> Term:
    """The entry of a product of matrices."""
    return total(s, 1, r, P(x)(s) * Q(s)(y))


@once
def rank_of_sum(p: Proof) -> Fact:
    """For all A, B, C, n, a, b: if a, b >= 0 bound the ranks of A and B, and C = A + B, then a + b bounds that of C."""
    A, B, C = (p.fresh(name, "int->int->real") for name in "ABC")
    n, a, b = (p.fresh(name, "int") for name in "nab")
    added = every(x, 1, n, every(y, 1, n, C(x)(y) == A(x)(y) + B(x)(y)))
    premise = conj(a >= 0, b >= 0, RankAtMost(A, n, a), RankAtMost(B, n, b), added)

    def argue(given: Fact) -> Fact:
        above, beyond, first, second, sums = given.split()
        P, Q, left = p.obtain(p.open_definition(first), "P", "Q")
        S, T, right = p.obtain(p.open_definition(second), "P", "Q")
        beside = lam(x, s, where(s <= a, P(x)(s), S(x)(s - a)))
        below = lam(s, y, where(s <= a, Q(s)(y), T(s - a)(y)))

        def entry(x: Term, y: Term, inside: Fact, within: Fact) -> Fact:
            f = lam(s, beside(x)(s) * below(s)(y))

            def head(s: Term, low: Fact, high: Fact) -> Fact:
                both = [
                    p.lemma("if_true", s <= a, *of, using=[high])
                    for of in ((P(x)(s), S(x)(s - a)), (Q(s)(y), T(s - a)(y)))
                ]
                return p.arith(
                    f(s) == P(x)(s) * Q(s)(y), *both, multipliers=[P(x)(s), below(s)(y), Q(s)(y), beside(x)(s)]
                )

            def tail(s: Term, low: Fact, high: Fact) -> Fact:
                far, at = p.arith(negation(a + s <= a), low), a + s
                both = [
                    p.lemma("if_false", at <= a, *of, using=[far])
                    for of in ((P(x)(at), S(x)(at - a)), (Q(at)(y), T(at - a)(y)))
                ]
                return p.arith(f(at) == S(x)(s) * T(s)(y), *both,
                               multipliers=[S(x)(s), below(at)(y), T(s)(y), beside(x)(at)])  # fmt: skip

            one = equal_sums(p, term(1), a, f, lam(s, P(x)(s) * Q(s)(y)), head)
            other = equal_sums(p, term(1), b, lam(s, f(a + s)), lam(s, S(x)(s) * T(s)(y)), tail)
            values = [rule.apply(x, y, using=[inside, within]) for rule in (left, right, sums)]
            return p.arith(C(x)(y) == product_sum(beside, below, x, y, a + b), *values, one, other,
                           sum_appended(p, a, b, f, above, beyond))  # fmt: skip

        return factored(p, C, n, a + b, beside, below, entry)

    return p.general(A, B, C, n, a, b, under(p, premise, argue))


def rank_one(p: Proof, A: Term, n: Term, f: Term, g: Term, entry: Callable[[Term, Term, Fact, Fact], Fact]) -> Fact:
    """RankAtMost(A, n, 1), when A(x)(y) = f(x) g(y): ``entry(x, y, bounds, bounds)`` proves it."""
    P, Q = lam(x, s, f(x)), lam(s, y, g(y))

    def equation(x: Term, y: Term, inside: Fact, within: Fact) -> Fact:
        h = lam(s, f(x) * g(y))
        sums = p.lemma("sum_step", 1, 0, h), p.lemma("sum_empty", 1, 0, h)
        return p.arith(A(x)(y) == product_sum(P, Q, x, y, term(1)), entry(x, y, inside, within), *sums)

    return factored(p, A, n, term(1), P, Q, equation)


def rank_zero(p: Proof, n: Term, r: Term, above: Fact) -> Fact:
    """The zero matrix has rank at most r, for every r >= 0."""
    zero = lam(x, y, term(0))
    none = sum_of_constants(p).apply(1, r, term(0) * 0, using=[above])
    return factored(p, zero, n, r, zero, zero, lambda x, y, inside, within: p.arith(
        term(0) == product_sum(zero, zero, x, y, r), none))  # fmt: skip


@once
def rank_monotone(p: Proof) -> Fact:
    """For all A, n, q, r: if q bounds the rank of A, q <= r and r >= 0, then r bounds it."""
    A, n, q, r = p.fresh("A", "int->int->real"), *(p.fresh(name, "int") for name in "nqr")

    def argue(given: Fact) -> Fact:
        bounded, less, above = given.split()

        def from_zero(low: Fact) -> Fact:
            rest = rank_zero(p, n, r - q, p.arith(r - q >= 0, less))
            same = over(p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: p.arith(
                A(x)(y) == A(x)(y) + lam(x, y, term(0))(x)(y)), "y"), "x")  # fmt: skip
            fact = rank_of_sum(p).apply(A, lam(x, y, term(0)), A, n, q, r - q, using=[p.both(
                low, p.arith(r - q >= 0, less), bounded, rest, same)])  # fmt: skip
            return transport(p, lam(s, RankAtMost(A, n, s)), p.ring(q + (r - q), r), fact)

        def below_zero(no: Fact) -> Fact:
            P, Q, rule = p.obtain(p.open_definition(bounded), "P", "Q")
            zero = lam(x, y, term(0))
            none = sum_of_constants(p).apply(1, r, term(0) * 0, using=[above])

            def entry(x: Term, y: Term, inside: Fact, within: Fact) -> Fact:
                empty = p.lemma("sum_empty", 1, q, lam(s, P(x)(s) * Q(s)(y)), using=[p.arith(q < 1, no)])
                return p.arith(A(x)(y) == product_sum(zero, zero, x, y, r), rule.apply(x, y, using=[inside, within]),
                               empty, none)  # fmt: skip

            return factored(p, A, n, r, zero, zero, entry)

        return p.decide(q >= 0, from_zero, below_zero)

    return p.general(A, n, q, r, under(p, conj(RankAtMost(A, n, q), q <= r, r >= 0), argue))


def rows_agree(A: Term, n: Term, r: Term, D: Term) -> Term:
    """Rows of A that the cuts r(1), ..., r(D-1) do not divide are equal."""
    u = integer("u")
    return forall(x, u, implies(between(1, x, n), between(1, u, n), Undivided(r, D, x, u), every(
        y, 1, n, A(x)(y) == A(u)(y))))  # fmt: skip


@once
def rank_of_groups(p: Proof) -> Fact:
    """forall D, D >= 1 => forall A, n, r: if rows of A that D - 1 cuts do not divide are equal, D bounds the rank of A.

    By induction: the difference of the two rows at a cut, taken off all rows behind it, makes that cut superfluous.
    """
    A, n, r = p.fresh("A", "int->int->real"), p.fresh("n", "int"), p.fresh("r", "int->int")

    def claim(D: Term) -> Term:
        return forall(A, n, r, implies(rows_agree(A, n, r, D), RankAtMost(A, n, D)))

    def one() -> Fact:
        def argue(agree: Fact) -> Fact:
            def entry(x: Term, y: Term, inside: Fact, within: Fact) -> Fact:
                uncut = p.restate(over(p, 1, term(1) - 1, lambda i, bounds: p.anything(
                    iff(x <= r(i), term(1) <= r(i)), p.arith(false, bounds))), Undivided(r, 1, x, 1))  # fmt: skip
                same = agree.apply(x, 1, using=[inside, uncut])
                return p.arith(A(x)(y) == 1 * A(1)(y), same.apply(y, using=[within]))

            return rank_one(p, A, n, lam(x, term(1)), A(1), entry)

        return p.general(A, n, r, under(p, rows_agree(A, n, r, term(1)), argue))

    def one_more(D: Term, above: Fact, here: Fact) -> Fact:
        c = r(D)
        behind = lam(x, where(x <= c, 0, 1))
        jump = lam(y, A(c + 1)(y) - A(c)(y))
        lower, step = lam(x, y, A(x)(y) - behind(x) * jump(y)), lam(x, y, behind(x) * jump(y))

        def argue(agree: Fact) -> Fact:
            x, u = p.fresh("x", "int"), p.fresh("u", "int")

            def equal(here: Fact, there: Fact, undivided: Fact) -> Fact:
                cuts = p.open_definition(undivided)

                def joined(a: Term, b: Term, old: Callable[[Term, Fact], Fact], last: Fact) -> Fact:
                    """Undivided(r, D + 1, a, b), from the earlier cuts and the last."""
                    z = p.fresh("z", "int")

                    def cut(i: Term, bounds: Fact) -> Fact:
                        def end(no: Fact) -> Fact:
                            at = p.symmetric(p.arith(i == D, no, bounds))
                            return transport(p, lam(z, iff(a <= r(z), b <= r(z))), at, last)

                        return p.decide(i <= D - 1, lambda yes: old(i, p.both(bounds.left, yes)), end)

                    return p.restate(over(p, 1, D + 1 - 1, cut), Undivided(r, D + 1, a, b))

                def side(e: Term, decided: Fact) -> Fact:
                    name = "if_false" if decided.formula.op == "not" else "if_true"
                    return p.lemma(name, e <= c, 0, 1, using=[decided])

                def rows(same: list[Fact], sides: list[Fact]) -> Fact:
                    """The rows x and u of ``lower`` are equal."""
                    return over(p, 1, n, lambda y, within: p.arith(
                        lower(x)(y) == lower(u)(y), *(f.apply(y, using=[within]) for f in same), *sides,
                        multipliers=[A(c + 1)(y), A(c)(y)]), "y")  # fmt: skip

                def unparted(a_side: Fact, b_side: Fact, last: Fact) -> Fact:
                    together = joined(x, u, lambda i, bounds: cuts.apply(i, using=[bounds]), last)
                    return rows([agree.apply(x, u, using=[here, there, together])], [side(x, a_side), side(u, b_side)])

                def parted(a: Term, b: Term, near: Fact, far: Fact, ends: tuple[Fact, Fact], forward: bool) -> Fact:
                    """a <= c < b: row a is row c, and row b is row c + 1."""

                    def way(i: Term, bounds: Fact) -> tuple[Fact, Fact]:
                        cut = cuts.apply(i, using=[bounds])
                        return (cut.left, cut.right) if forward else (cut.right, cut.left)

                    beyond = p.arith(c < b, far)

                    def to_c(i: Term, bounds: Fact) -> Fact:
                        onward, _ = way(i, bounds)
                        return p.both(
                            under(p, a <= r(i), lambda yes: p.arith(c <= r(i), p.modus_ponens(onward, yes), beyond)),
                            under(p, c <= r(i), lambda yes: p.arith(a <= r(i), yes, near)))  # fmt: skip

                    def to_next(i: Term, bounds: Fact) -> Fact:
                        onward, _ = way(i, bounds)
                        return p.both(
                            under(p, b <= r(i), lambda yes: p.arith(c + 1 <= r(i), yes, beyond)),
                            under(p, c + 1 <= r(i), lambda yes: p.modus_ponens(onward, p.arith(
                                a <= r(i), yes, near))))  # fmt: skip

                    both_low = p.both(under(p, a <= c, lambda _: p.arith(c <= c)), under(p, c <= c, lambda _: near))
                    both_high = p.both(
                        under(p, b <= c, lambda yes: p.anything(c + 1 <= c, p.conflict(yes, far))),
                        under(p, c + 1 <= c, lambda yes: p.anything(b <= c, p.arith(false, yes))))  # fmt: skip
                    inside = [*ends, near, beyond]
                    first = agree.apply(a, c, using=[*inside, joined(a, c, to_c, both_low)])
                    second = agree.apply(b, c + 1, using=[*inside, joined(b, c + 1, to_next, both_high)])
                    return rows([first, second], [side(a, near), side(b, far)])

                def yes(near: Fact) -> Fact:
                    def both_near(other: Fact) -> Fact:
                        return unparted(near, other, p.both(
                            under(p, x <= c, lambda _: other), under(p, u <= c, lambda _: near)))  # fmt: skip

                    return p.decide(u <= c, both_near, lambda far: parted(x, u, near, far, (here, there), True))

                def no(far: Fact) -> Fact:
                    def both_far(other: Fact) -> Fact:
                        return unparted(far, other, p.both(
                            under(p, x <= c, lambda at: p.anything(u <= c, p.conflict(at, far))),
                            under(p, u <= c, lambda at: p.anything(x <= c, p.conflict(at, other)))))  # fmt: skip

                    return p.decide(u <= c, lambda near: parted(u, x, near, far, (there, here), False), both_far)

                return p.decide(x <= c, yes, no)

            agreeing = p.general(x, u, under(p, between(1, x, n), lambda a: under(p, between(1, u, n), lambda b: under(
                p, Undivided(r, D, x, u), lambda together: equal(a, b, together)))))  # fmt: skip
            fewer = here.apply(lower, n, r, using=[agreeing])
            single = rank_one(p, step, n, behind, jump, lambda x, y, *_: p.ring(step(x)(y), behind(x) * jump(y)))
            sums = over(p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: p.ring(
                A(x)(y), lower(x)(y) + step(x)(y)), "y"), "x")  # fmt: skip
            return rank_of_sum(p).apply(lower, step, A, n, D, 1, using=[p.both(
                p.arith(D >= 0, above), p.arith(term(1) >= 0), fewer, single, sums)])  # fmt: skip

        return p.general(A, n, r, under(p, rows_agree(A, n, r, D + 1), argue))

    return p.induction("D", 1, claim, one, one_more)


# Linear dependence.


def skip(z: Term) -> Term:
    """The positions without z, in order."""
    return lam(x, where(x < z, x, x + 1))


def sum_without(p: Proof, z: Term, n: Term, f: Term, positive: Fact, within: Fact) -> Fact:
    """The sum of f over 1..n+1 is that over the positions without z, and f(z); 1 <= z <= n + 1."""
    rest = lam(x, f(skip(z)(x)))

    def claim(k: Term) -> Term:
        all_but = total(x, 1, k, rest(x))
        return conj(implies(z <= k + 1, total(x, 1, k + 1, f(x)) == all_but + f(z)),
                    implies(k + 1 <= z, all_but == total(x, 1, k, f(x))))  # fmt: skip

    def last(k: Term, above: Fact) -> Fact:
        """The sum of f over 1..k+1, for k >= 0."""
        return p.lemma("sum_step", 1, k, lam(x, f(x)), using=[above])

    def base() -> Fact:
        empty = [p.lemma("sum_empty", 1, 0, g) for g in (rest, lam(x, f(x)))]
        one = last(term(0), p.arith(term(0) >= 0))

        def single(bound: Fact) -> Fact:
            at = p.congruent(f, p.arith(z == 0 + 1, bound, positive))
            return p.arith(claim(term(0)).args[0].args[1], *empty, one, at)

        return p.both(under(p, z <= term(0) + 1, single), under(p, term(0) + 1 <= z, lambda _: p.arith(
            claim(term(0)).args[1].args[1], *empty)))  # fmt: skip

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        longer = p.lemma("sum_step", 1, k, rest, using=[above])
        here_and_next = [last(k, above), last(k + 1, p.arith(k + 1 >= 0, above))]
        first, second = (part.args[1] for part in claim(k + 1).args)

        def moved(near: Fact) -> Fact:
            """z <= k + 1: position k + 1 of the rest is k + 2."""
            shifted = p.lemma("if_false", k + 1 < z, k + 1, k + 1 + 1, using=[p.arith(negation(k + 1 < z), near)])
            return p.arith(first, *here_and_next, longer, here.left.apply(using=[near]), p.congruent(f, shifted))

        def same(far: Fact) -> Fact:
            """k + 1 < z: position k + 1 stays."""
            kept = p.lemma("if_true", k + 1 < z, k + 1, k + 1 + 1, using=[p.arith(k + 1 < z, far)])
            return p.arith(second, here_and_next[0], longer, here.right.apply(using=[p.arith(k + 1 <= z, far)]),
                           p.congruent(f, kept))  # fmt: skip

        def end(bound: Fact, far: Fact) -> Fact:
            is_last = p.congruent(f, p.arith(z == k + 1 + 1, bound, far))
            return p.arith(first, *here_and_next, same(far), is_last)

        return p.both(
            under(p, z <= k + 1 + 1, lambda bound: p.decide(z <= k + 1, moved, lambda far: end(bound, far))),
            under(p, k + 1 + 1 <= z, same))  # fmt: skip

    above = p.arith(n >= 0, positive, within)
    return p.induction("k", 0, claim, base, step).apply(n, using=[above]).left.apply(using=[within])


def single_term(p: Proof, z: Term, n: Term, f: Term, positive: Fact, within: Fact,
                off: Callable[[Term, Fact], Fact]) -> Fact:  # fmt: skip
    """The sum of f over 1..n+1 is f(z), 1 <= z <= n + 1, because ``off(x, x != z)`` proves that f(x) = 0."""
    hop = skip(z)

    def zero(x: Term, *_: Fact) -> Fact:
        def at(place: Fact, apart: Callable[[Fact], Fact]) -> Fact:
            there = place.formula.args[1]
            other = p.refute(there == z, apart)
            return p.arith(f(hop(x)) == 0, p.congruent(f, place), off(there, other))

        return p.decide(
            x < z,
            lambda yes: at(p.lemma("if_true", x < z, x, x + 1, using=[yes]), lambda same: p.arith(false, same, yes)),
            lambda no: at(p.lemma("if_false", x < z, x, x + 1, using=[no]), lambda same: p.arith(false, same, no)),
        )

    rest = equal_sums(p, term(1), n, lam(x, f(hop(x))), lam(x, term(0)), zero)
    nothing = sum_of_constants(p).apply(1, n, 0, using=[p.arith(term(1) <= n + 1, positive, within)])
    whole = sum_without(p, z, n, f, positive, within)
    return p.arith(total(x, 1, n + 1, f(x)) == f(z), whole, rest, nothing)


def dependent(P: Term, n: Term) -> Term:
    """The rows P(1), ..., P(n+1), of length n, are linearly dependent."""
    c = var("lambda", "int->real")
    return exists(c, conj(every(s, 1, n, total(x, 1, n + 1, c(x) * P(x)(s)) == 0), some(x, 1, n + 1, c(x) != 0)))


@once
def dependence(p: Proof) -> Fact:
    """forall n, n >= 0 => forall P: n + 1 vectors of length n are linearly dependent. By elimination."""
    P = p.fresh("P", "int->int->real")

    def no_columns() -> Fact:
        one = lam(x, term(1))
        goal = dependent(P, term(0))
        empty = over(p, 1, term(0), lambda s, bounds: p.anything(
            total(x, 1, term(0) + 1, one(x) * P(x)(s)) == 0, p.arith(false, bounds)), "s")  # fmt: skip
        nonzero = instance_of(goal, one).args[1]
        return p.general(
            P, p.witness(goal, one, p.both(empty, p.exhibit(nonzero, [1], p.arith(negation(term(1) == 0)))))
        )

    def more_columns(n: Term, above: Fact, here: Fact) -> Fact:
        last, goal = n + 1, dependent(P, n + 1)
        pivots = some(x, 1, n + 2, P(x)(last) != 0)

        def eliminate(found: Fact) -> Fact:
            z, at = p.obtain(found, "z")
            positive, within, nonzero = at.split()
            pivot, hop = P(z)(last), skip(z)
            lower = lam(x, s, P(hop(x))(s) * pivot - P(hop(x))(last) * P(z)(s))
            c, fact = p.obtain(here.apply(lower), "c")
            zero, some_of = fact.left, fact.right
            own = -total(x, 1, n + 1, c(x) * P(hop(x))(last))
            coefficient = lam(x, where(x == z, own, c(where(x < z, x, x - 1)) * pivot))
            at_z = p.lemma("if_true", z == z, own, c(where(z < z, z, z - 1)) * pivot, using=[p.reflexive(z)])

            def hopped(x: Term) -> Fact:
                """The coefficient of the vector at position x of the rest is c(x) times the pivot."""
                back = lam(i, where(i < z, i, i - 1))

                def value(place: Term, equal: Fact, elsewhere: Fact, returned: Fact) -> Fact:
                    off = p.lemma("if_false", place == z, own, c(back(place)) * pivot, using=[elsewhere])
                    there = p.arith(
                        coefficient(place) == c(x) * pivot, off, p.congruent(c, returned), multipliers=[pivot]
                    )
                    return transport(p, lam(i, coefficient(i) == c(x) * pivot), p.symmetric(equal), there)

                def before(yes: Fact) -> Fact:
                    other = p.refute(x == z, lambda same: p.arith(false, same, yes))
                    return value(x, p.lemma("if_true", x < z, x, x + 1, using=[yes]), other, p.lemma(
                        "if_true", x < z, x, x - 1, using=[yes]))  # fmt: skip

                def behind(no: Fact) -> Fact:
                    other = p.refute(x + 1 == z, lambda same: p.arith(false, same, no))
                    beyond = p.arith(negation(x + 1 < z), no)
                    back_again = p.lemma("if_false", x + 1 < z, x + 1, x + 1 - 1, using=[beyond])
                    return value(x + 1, p.lemma("if_false", x < z, x, x + 1, using=[no]), other, p.arith(
                        back_again.formula.args[0] == x, back_again))  # fmt: skip

                return p.decide(x < z, before, behind)

            def column(s: Term, bounds: Fact) -> Fact:
                f = lam(x, coefficient(x) * P(x)(s))
                split = sum_without(p, z, n + 1, f, positive, p.arith(z <= n + 1 + 1, within))
                g, h = lam(x, c(x) * lower(x)(s)), lam(x, c(x) * P(hop(x))(last))
                rest = equal_sums(p, term(1), n + 1, lam(x, f(hop(x))), lam(x, 1 * g(x) + P(z)(s) * h(x)),
                                  lambda x, low, high: p.arith(f(hop(x)) == 1 * g(x) + P(z)(s) * h(x), hopped(x),
                                                               multipliers=[P(hop(x))(s)]))  # fmt: skip
                size = p.arith(term(1) <= n + 1 + 1, above)
                linear = sums_linear(p).apply(1, n + 1, g, h, 1, P(z)(s), using=[size])

                def inner(yes: Fact) -> Fact:
                    return p.arith(total(x, 1, n + 1, g(x)) == 0, zero.apply(s, using=[bounds.left, yes]))

                def edge(no: Fact) -> Fact:
                    is_last = p.arith(s == last, no, bounds)
                    none = equal_sums(p, term(1), n + 1, g, lam(x, term(0)), lambda x, low, high: p.arith(
                        g(x) == 0, p.congruent(P(hop(x)), is_last), p.congruent(P(z), is_last),
                        multipliers=[c(x) * pivot, c(x) * P(hop(x))(last)]))  # fmt: skip
                    return p.arith(
                        total(x, 1, n + 1, g(x)) == 0, none, sum_of_constants(p).apply(1, n + 1, 0, using=[size])
                    )

                gone = p.decide(s <= n, inner, edge)
                return p.arith(
                    total(x, 1, n + 1 + 1, f(x)) == 0, split, rest, linear, gone, at_z, multipliers=[P(z)(s)]
                )

            x1, used = p.obtain(some_of, "x")
            place = hop(x1)
            spread = p.decide(x1 < z, lambda yes: p.both(*(p.arith(g, p.lemma(
                "if_true", x1 < z, x1, x1 + 1, using=[yes]), used) for g in between(1, place, n + 1 + 1).args)),
                lambda no: p.both(*(p.arith(g, p.lemma("if_false", x1 < z, x1, x1 + 1, using=[no]), used)
                                    for g in between(1, place, n + 1 + 1).args)))  # fmt: skip
            inverse = p.lemma("inverse", pivot, using=[nonzero])
            alive = p.refute(coefficient(place) == 0, lambda gone: p.conflict(p.arith(
                c(x1) == 0, gone, hopped(x1), inverse, multipliers=[1 / pivot, c(x1)]), used.right))  # fmt: skip
            nonzero_at = instance_of(goal, coefficient).args[1]
            return p.witness(goal, coefficient, p.both(over(p, 1, n + 1, column, "s"), p.witness(
                nonzero_at, place, p.both(spread, alive))))  # fmt: skip

        def no_pivot(none: Fact) -> Fact:
            c, fact = p.obtain(here.apply(P), "c")
            zero, some_of = fact.left, fact.right
            coefficient = lam(x, where(x <= n + 1, c(x), 0))

            def column(s: Term, bounds: Fact) -> Fact:
                f = lam(x, coefficient(x) * P(x)(s))
                longer = p.lemma("sum_step", 1, n + 1, f, using=[above])
                beyond = p.arith(negation(n + 1 + 1 <= n + 1))
                end = p.lemma("if_false", n + 1 + 1 <= n + 1, c(n + 1 + 1), 0, using=[beyond])
                same = equal_sums(p, term(1), n + 1, f, lam(x, c(x) * P(x)(s)), lambda x, low, high: p.arith(
                    f(x) == c(x) * P(x)(s), p.lemma("if_true", x <= n + 1, c(x), 0, using=[high]),
                    multipliers=[P(x)(s)]))  # fmt: skip

                def inner(yes: Fact) -> Fact:
                    return zero.apply(s, using=[bounds.left, yes])

                def edge(no: Fact) -> Fact:
                    is_last = p.arith(s == last, no, bounds)

                    def entry(x: Term, low: Fact, high: Fact) -> Fact:
                        goal = P(x)(last) == 0
                        flat = p.absurd(goal, lambda other: p.conflict(p.witness(pivots, x, p.both(
                            p.both(low, p.arith(x <= n + 2, high)), other)), none))  # fmt: skip
                        return p.arith(c(x) * P(x)(s) == 0, flat, p.congruent(P(x), is_last), multipliers=[c(x)])

                    none_left = equal_sums(p, term(1), n + 1, lam(x, c(x) * P(x)(s)), lam(x, term(0)), entry)
                    size = p.arith(term(1) <= n + 1 + 1, above)
                    return p.arith(total(x, 1, n + 1, c(x) * P(x)(s)) == 0, none_left,
                                   sum_of_constants(p).apply(1, n + 1, 0, using=[size]))  # fmt: skip

                gone = p.decide(s <= n, inner, edge)
                return p.arith(
                    total(x, 1, n + 1 + 1, f(x)) == 0, longer, same, gone, end, multipliers=[P(n + 1 + 1)(s)]
                )

            x1, used = p.obtain(some_of, "x")
            kept = p.lemma("if_true", x1 <= n + 1, c(x1), 0, using=[used.left.right])
            alive = p.refute(coefficient(x1) == 0, lambda gone: p.conflict(p.arith(c(x1) == 0, gone, kept), used.right))
            nonzero_at = instance_of(goal, coefficient).args[1]
            return p.witness(goal, coefficient, p.both(over(p, 1, n + 1, column, "s"), p.witness(nonzero_at, x1, p.both(
                p.both(used.left.left, p.arith(x1 <= n + 1 + 1, used.left.right)), alive))))  # fmt: skip

        return p.general(P, p.decide(pivots, eliminate, no_pivot))

    return p.induction("n", 0, lambda n: forall(P, dependent(P, n)), no_columns, more_columns)


@once
def rank_scaled(p: Proof) -> Fact:
    """For all A, n, r, a: if r >= 0 bounds the rank of A, it bounds that of a A."""
    A, n, r, a = p.fresh("A", "int->int->real"), p.fresh("n", "int"), p.fresh("r", "int"), p.fresh("a", "real")
    scaled = lam(x, y, a * A(x)(y))

    def argue(given: Fact) -> Fact:
        P, Q, rule = p.obtain(p.open_definition(given.right), "P", "Q")
        left = lam(x, s, a * P(x)(s))

        def entry(x: Term, y: Term, inside: Fact, within: Fact) -> Fact:
            f = lam(s, P(x)(s) * Q(s)(y))
            same = equal_sums(p, term(1), r, lam(s, left(x)(s) * Q(s)(y)), lam(s, a * f(s)), lambda s, *_: p.ring(
                left(x)(s) * Q(s)(y), a * f(s)))  # fmt: skip
            return p.arith(scaled(x)(y) == product_sum(left, Q, x, y, r), same, sums_scaled(p).apply(
                1, r, f, a, using=[given.left]), rule.apply(x, y, using=[inside, within]), multipliers=[a])  # fmt: skip

        return factored(p, scaled, n, r, left, Q, entry)

    return p.general(A, n, r, a, under(p, conj(r >= 0, RankAtMost(A, n, r)), argue))


def combination(F: Term, w: Term, alpha: Term, beta: Term) -> Term:
    """The matrix beta J + alpha(1) F(1) + ... + alpha(w) F(w), J the matrix of ones."""
    return lam(x, y, beta + total(j, 1, w, alpha(j) * F(j)(x)(y)))


def bounded_ranks(F: Term, w: Term, rho: Term, n: Term) -> Term:
    """rho(j) >= 0 bounds the rank of F(j), for j = 1, ..., w."""
    return every(j, 1, w, conj(rho(j) >= 0, RankAtMost(F(j), n, rho(j))))


@once
def rank_of_combination(p: Proof) -> Fact:
    """For all F, rho, n, w, alpha, beta: if w >= 0 and each rho(j) >= 0 bounds the rank of F(j), then 1 + sum rho
    bounds that of beta J + sum alpha(j) F(j)."""
    F, rho, alpha = p.fresh("F", "int->int->int->real"), p.fresh("rho", "int->int"), p.fresh("alpha", "int->real")
    n, w, beta = p.fresh("n", "int"), p.fresh("w", "int"), p.fresh("beta", "real")
    bounds = lam(j, rho(j))

    def argue(given: Fact) -> Fact:
        count, ranks = given.left, given.right

        def claim(k: Term) -> Term:
            size = total(j, 1, k, rho(j))
            return implies(k <= w, conj(size >= 0, RankAtMost(combination(F, k, alpha, beta), n, 1 + size)))

        def start() -> Fact:
            def entry(x: Term, y: Term, *_: Fact) -> Fact:
                none = p.lemma("sum_empty", 1, 0, lam(j, alpha(j) * F(j)(x)(y)))
                return p.arith(combination(F, term(0), alpha, beta)(x)(y) == beta * 1, none)

            ones = rank_one(p, combination(F, term(0), alpha, beta), n, lam(x, beta), lam(y, term(1)), entry)
            empty = p.lemma("sum_empty", 1, 0, bounds)
            size = p.arith(term(1) == 1 + total(j, 1, 0, rho(j)), empty)
            moved = transport(p, lam(s, RankAtMost(combination(F, term(0), alpha, beta), n, s)), size, ones)
            return under(p, term(0) <= w, lambda _: p.both(p.arith(total(j, 1, 0, rho(j)) >= 0, empty), moved))

        def step(k: Term, above: Fact, here: Fact) -> Fact:
            def more(within: Fact) -> Fact:
                before = here.apply(using=[within])
                positive, bounded = ranks.apply(k + 1, using=[above, within]).split()
                size, last = total(j, 1, k, rho(j)), lam(x, y, alpha(k + 1) * F(k + 1)(x)(y))
                scaled = rank_scaled(p).apply(F(k + 1), n, rho(k + 1), alpha(k + 1), using=[p.both(positive, bounded)])

                def entry(x: Term, y: Term) -> Fact:
                    longer = p.lemma("sum_step", 1, k, lam(j, alpha(j) * F(j)(x)(y)), using=[above])
                    whole, part = (combination(F, e, alpha, beta)(x)(y) for e in (k + 1, k))
                    return p.arith(whole == part + last(x)(y), longer)

                sums = over(p, 1, n, lambda x, _: over(p, 1, n, lambda y, _: entry(x, y), "y"), "x")
                parts = combination(F, k, alpha, beta), last, combination(F, k + 1, alpha, beta)
                longer = p.lemma("sum_step", 1, k, bounds, using=[above])
                added = rank_of_sum(p).apply(*parts, n, 1 + size, rho(k + 1), using=[p.both(
                    p.arith(1 + size >= 0, before.left), positive, before.right, scaled, sums)])  # fmt: skip
                equal = p.arith(1 + size + rho(k + 1) == 1 + total(j, 1, k + 1, rho(j)), longer)
                return p.both(p.arith(total(j, 1, k + 1, rho(j)) >= 0, longer, before.left, positive),
                              transport(p, lam(s, RankAtMost(parts[2], n, s)), equal, added))  # fmt: skip

            return under(p, k + 1 <= w, more)

        return p.induction("k", 0, claim, start, step).apply(w, using=[count, p.arith(w <= w)]).right

    return p.general(F, rho, n, w, alpha, beta, under(p, conj(w >= 0, bounded_ranks(F, w, rho, n)), argue))


def vanishing(p: Proof, c: Term, L: Term, R: Term, N: Term, r: Term, sizes: Fact, zero: Fact) -> Fact:
    """sum_x c(x) sum_s L(x)(s) R(s) = 0, where x goes to N and s to r, because sum_x c(x) L(x)(s) = 0 for every s, as
    ``zero`` says; ``sizes`` shows that N and r are not negative."""
    whole = lam(x, c(x) * total(s, 1, r, L(x)(s) * R(s)))
    terms = lam(x, s, c(x) * (L(x)(s) * R(s)))
    some_s, some_x = p.arith(term(1) <= r + 1, sizes), p.arith(term(1) <= N + 1, sizes)

    def spread(x: Term, *_: Fact) -> Fact:
        return p.arith(whole(x) == total(s, 1, r, terms(x)(s)), sums_scaled(p).apply(
            1, r, lam(s, L(x)(s) * R(s)), c(x), using=[some_s]))  # fmt: skip

    def column(s: Term, low: Fact, high: Fact) -> Fact:
        f = lam(x, c(x) * L(x)(s))
        same = equal_sums(p, term(1), N, lam(x, terms(x)(s)), lam(x, R(s) * f(x)), lambda x, *_: p.ring(
            terms(x)(s), R(s) * f(x)))  # fmt: skip
        return p.arith(total(x, 1, N, terms(x)(s)) == 0, same, sums_scaled(p).apply(1, N, f, R(s), using=[some_x]),
                       zero.apply(s, using=[low, high]), multipliers=[R(s)])  # fmt: skip

    out = equal_sums(p, term(1), N, whole, lam(x, total(s, 1, r, terms(x)(s))), spread)
    swapped = sums_swapped(p).apply(1, N, 1, r, terms, using=[some_s, some_x])
    none = equal_sums(p, term(1), r, lam(s, total(x, 1, N, terms(x)(s))), lam(s, term(0)), column)
    return p.arith(
        total(x, 1, N, whole(x)) == 0, out, swapped, none, sum_of_constants(p).apply(1, r, 0, using=[some_s])
    )


@once
def identity_rank(p: Proof) -> Fact:
    """For all n, r: if r bounds the rank of the n x n identity matrix, n >= 1, then n <= r."""
    n, r = p.fresh("n", "int"), p.fresh("r", "int")
    unit = lam(x, y, where(x == y, 1, 0))

    def argue(given: Fact) -> Fact:
        above, bounded = given.split()

        def too_few(no: Fact) -> Fact:
            fewer = rank_monotone(p).apply(unit, n, r, n - 1, using=[p.both(
                bounded, p.arith(r <= n - 1, no), p.arith(n - 1 >= 0, above))])  # fmt: skip
            P, Q, rule = p.obtain(p.open_definition(fewer), "P", "Q")
            c, fact = p.obtain(dependence(p).apply(n - 1, P, using=[above]), "c")
            z, used = p.obtain(fact.right, "z")
            positive, within, nonzero = used.split()
            column, f = lam(s, Q(s)(z)), lam(x, c(x) * unit(x)(z))
            size, top = p.both(p.arith(n - 1 >= 0, above), p.arith(n - 1 + 1 >= 0, above)), p.arith(z <= n, within)
            none = vanishing(p, c, P, column, n - 1 + 1, n - 1, size, fact.left)
            entries = equal_sums(p, term(1), n - 1 + 1, f, lam(x, c(x) * total(s, 1, n - 1, P(x)(s) * column(s))),
                                 lambda x, low, high: p.arith(
                                     f(x) == c(x) * total(s, 1, n - 1, P(x)(s) * column(s)),
                                     rule.apply(x, z, using=[low, p.arith(x <= n, high), positive, top]),
                                     multipliers=[c(x)]))  # fmt: skip

            def off(x: Term, other: Fact) -> Fact:
                return p.arith(f(x) == 0, p.lemma("if_false", x == z, 1, 0, using=[other]), multipliers=[c(x)])

            alone = single_term(p, z, n - 1, f, positive, within, off)
            one = p.lemma("if_true", z == z, 1, 0, using=[p.reflexive(z)])
            return p.conflict(p.arith(c(z) == 0, none, entries, alone, one, multipliers=[c(z)]), nonzero)

        return p.absurd(n <= r, too_few)

    return p.general(n, r, under(p, conj(n >= 1, RankAtMost(unit, n, r)), argue))


def shattered(F: Term, n: Term, d: Term) -> Term:
    """On the first d columns of F, the rows show every pattern of signs."""
    v = var("v", "int->int")
    return forall(v, implies(bits(v, d), some(x, 1, n, every(j, 1, d, F(x)(j) * v(j) > 0))))


@once
def shattering(p: Proof) -> Fact:
    """For all F, n, d, r: if 1 <= d <= n, the rows of F show every pattern of signs on the first d columns, and the
    sign-rank of F is at most r, then d <= r.

    Fewer than d dimensions make the first d columns of a realisation dependent; the row with the signs of the
    coefficients would give them a positive combination.
    """
    F, n, d, r = p.fresh("F", "int->int->real"), *(p.fresh(name, "int") for name in "ndr")

    def argue(given: Fact) -> Fact:
        above, fits, patterns, realised = given.split()

        def too_few(no: Fact) -> Fact:
            B, fact = p.obtain(p.open_definition(realised), "B")
            signs, bounded = fact.left, fact.right
            fewer = rank_monotone(p).apply(B, n, r, d - 1, using=[p.both(
                bounded, p.arith(r <= d - 1, no), p.arith(d - 1 >= 0, above))])  # fmt: skip
            P, Q, rule = p.obtain(p.open_definition(fewer), "P", "Q")
            columns = lam(x, s, Q(s)(x))
            c, relation = p.obtain(dependence(p).apply(d - 1, columns, using=[above]), "c")
            z, used = p.obtain(relation.right, "z")
            positive, within, nonzero = used.split()
            v = lam(j, where(c(j) < 0, -1, 1))

            def entry(j: Term, _: Fact) -> Fact:
                either_sign = either(v(j) == -1, v(j) == 1)
                return p.decide(
                    c(j) < 0, lambda yes: p.or_intro(either_sign, p.lemma("if_true", c(j) < 0, -1, 1, using=[yes])),
                    lambda no: p.or_intro(either_sign, p.lemma("if_false", c(j) < 0, -1, 1, using=[no])))  # fmt: skip

            row, found = p.obtain(patterns.apply(v, using=[over(p, 1, d, entry, "t")]), "x")
            inside, matches = found.left, found.right
            f = lam(j, c(j) * B(row)(j))

            def aligned(j: Term, bounds: Fact, conclude: Callable[[list[Fact]], Fact]) -> Fact:
                """By cases on the sign of c(j): what it is, and that B(row)(j) has the same."""
                product = signs.apply(row, j, using=[inside, fits, bounds])
                sign = matches.apply(j, using=[bounds])

                def negative(yes: Fact) -> Fact:
                    down = p.arith(F(row)(j) < 0, sign, p.lemma("if_true", c(j) < 0, -1, 1, using=[yes]),
                                   multipliers=[F(row)(j)])  # fmt: skip
                    return conclude([yes, p.arith(B(row)(j) < 0, product, down)])

                def positive(no: Fact) -> Fact:
                    up = p.arith(F(row)(j) > 0, sign, p.lemma("if_false", c(j) < 0, -1, 1, using=[no]),
                                 multipliers=[F(row)(j)])  # fmt: skip
                    return conclude([p.arith(c(j) >= 0, no), p.arith(B(row)(j) > 0, product, up)])

                return p.decide(c(j) < 0, negative, positive)

            def term_of(j: Term, low: Fact, high: Fact) -> Fact:
                R, same = lam(s, P(row)(s)), rule.apply(row, j, using=[inside, fits, low, p.arith(j <= d, high)])
                turned = equal_sums(p, term(1), d - 1, lam(s, P(row)(s) * Q(s)(j)), lam(s, columns(j)(s) * R(s)),
                                    lambda s, *_: p.ring(P(row)(s) * Q(s)(j), columns(j)(s) * R(s)))  # fmt: skip
                return p.arith(
                    f(j) == c(j) * total(s, 1, d - 1, columns(j)(s) * R(s)), same, turned, multipliers=[c(j)]
                )

            size = p.both(p.arith(d - 1 + 1 >= 0, above), p.arith(d - 1 >= 0, above))
            none = vanishing(p, c, columns, lam(s, P(row)(s)), d - 1 + 1, d - 1, size, relation.left)
            whole = equal_sums(
                p, term(1), d - 1 + 1, f, lam(j, c(j) * total(s, 1, d - 1, columns(j)(s) * P(row)(s))), term_of
            )
            least = over(p, 1, d, lambda j, bounds: aligned(j, bounds, lambda known: p.arith(f(j) >= 0, *known)), "j")
            at_z = p.both(positive, p.arith(z <= d, within))
            small = one_of_sum(p, d, z, f, least, at_z, p.arith(d >= 0, above))
            flat = p.arith(f(z) <= 0, small, whole, none)

            def impossible(known: list[Fact]) -> Fact:
                return p.conflict(p.arith(c(z) == 0, flat, *known), nonzero)

            return aligned(z, at_z, impossible)

        return p.absurd(d <= r, too_few)

    return p.general(F, n, d, r, under(p, conj(d >= 1, d <= n, shattered(F, n, d), SignRankAtMost(F, n, r)), argue))


def one_of_sum(p: Proof, n: Term, z: Term, f: Term, least: Fact, place: Fact, above: Fact) -> Fact:
    """f(z) is at most the sum of f over 1..n, when none of the terms is negative; ``place`` says that 1 <= z <= n."""

    def claim(k: Term) -> Term:
        whole = total(j, 1, k, f(j))
        return implies(k <= n, conj(whole >= 0, implies(z <= k, f(z) <= whole)))

    def step(k: Term, low: Fact, here: Fact, sums: list[Fact]) -> Fact:
        def longer(within: Fact) -> Fact:
            before, term_ = here.apply(using=[within]), least.apply(k + 1, using=[low, within])
            whole = total(j, 1, k + 1, f(j))

            def reached(bound: Fact) -> Fact:
                return p.decide(
                    z <= k, lambda yes: p.arith(f(z) <= whole, *sums, term_, before.right.apply(using=[yes])),
                    lambda no: p.arith(f(z) <= whole, *sums, before.left, p.congruent(f, p.arith(
                        z == k + 1, bound, no))))  # fmt: skip

            return p.both(p.arith(whole >= 0, *sums, term_, before.left), under(p, z <= k + 1, reached))

        return under(p, k + 1 <= n, longer)

    whole = sum_induction(p, n, above, claim, [lam(j, f(j))], step, place)
    return whole.apply(using=[p.arith(n <= n)]).right.apply(using=[place])
