"""Derivations about lists of equalities of blocks of bits: circuits of threshold gates, and the rank of their sum."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_appended, transport, under
from numerics.sums import equal_sums, longer_sum, once, sum_of_constants, sums_linear
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    false,
    implies,
    integer,
    lam,
    negation,
    term,
    total,
    where,
)  # fmt: skip
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.cube import picked
from theorems.mukherjee2020.gates import Threshold, fewer_bits
from theorems.mukherjee2020.orders import listing
from theorems.mukherjee2020.ranks import factored, rank_of_sum, rank_one
from theorems.mukherjee2020.sign_rank import RankAtMost, bits, differ, inner

i, j, s, t, u = (integer(name) for name in "ijstu")


def gap(x: Term, y: Term, l: Term) -> Term:
    """The sum of 2^u (x(u) - y(u)) for u = 1, ..., l."""
    return total(u, 1, l, 2**u * (x(u) - y(u)))


@once
def told_by_gap(p: Proof) -> Fact:
    """For all x, y, l >= 0 with x, y in {-1, 1}^l: if the gap is 0, then x and y are equal."""
    x, y = p.fresh("x", "int->int"), p.fresh("y", "int->int")
    f = lam(u, 2**u * (x(u) - y(u)))

    def claim(l: Term) -> Term:
        bound = 2 ** (l + 2) - 4
        return implies(bits(x, l), bits(y, l), conj(
            gap(x, y, l) <= bound, gap(x, y, l) >= -bound,
            implies(gap(x, y, l) == 0, every(u, 1, l, x(u) == y(u)))))  # fmt: skip

    def base() -> Fact:
        zero = term(0)
        none = p.lemma("sum_empty", 1, 0, f)
        four = p.compute(term(2) ** (zero + 2) == 4)
        same = over(p, 1, zero, lambda e, within: p.anything(x(e) == y(e), p.arith(false, *within.split())), "u")
        parts = claim(zero).args[1].args[1]
        return under(p, bits(x, zero), lambda _: under(p, bits(y, zero), lambda _: p.both(
            p.arith(parts.args[0], none, four), p.arith(parts.args[1].args[0], none, four),
            under(p, gap(x, y, zero) == 0, lambda _: same))))  # fmt: skip

    def step(l: Term, above: Fact, here: Fact) -> Fact:
        first, second = p.assume(bits(x, l + 1)), p.assume(bits(y, l + 1))
        known = here.apply(using=[fewer_bits(p, x, l, first), fewer_bits(p, y, l, second)])
        low, high, told = known.left, known.right.left, known.right.right
        longer = longer_sum(p, term(1), l, f, above)
        end = [p.arith(l + 1 >= 1, above), p.arith(l + 1 <= l + 1)]
        ends = [fact.apply(l + 1, using=end) for fact in (first, second)]
        powers = [p.lemma("power_step", 2, e, using=[p.arith(e >= 0, above)]) for e in (l + 1, l + 2)]
        again = [p.congruent(lam(t, term(2) ** t), p.ring(*e)) for e in ((l + 1 + 1, l + 2), (l + 1 + 2, l + 2 + 1))]
        size = power_positive(p).apply(l + 1, using=[p.arith(l + 1 >= 0, above)])
        parts = claim(l + 1).args[1].args[1]
        last = f(l + 1)

        def case(a: Fact, b: Fact) -> Fact:
            value = p.arith(last == 2 ** (l + 1) * (a.formula.args[1] - b.formula.args[1]), a, b, multipliers=[
                2 ** (l + 1)])  # fmt: skip
            facts = [low, high, longer, value, *powers, *again, size]

            def equal(zero: Fact) -> Fact:
                if a.formula.args[1].index != b.formula.args[1].index:
                    return p.anything(every(u, 1, l + 1, x(u) == y(u)), p.arith(false, zero, *facts))
                before = p.modus_ponens(told, p.arith(gap(x, y, l) == 0, zero, longer, value))

                def at(e: Term, within: Fact) -> Fact:
                    def top(no: Fact) -> Fact:
                        same = p.symmetric(p.arith(e == l + 1, no, within))
                        z = p.fresh("z", "int")
                        both = p.arith(x(l + 1) == y(l + 1), a, b)
                        return p.step("equality", [same, both], [lam(z, x(z) == y(z))])

                    return p.decide(e <= l, lambda yes: before.apply(e, using=[within.left, yes]), top)

                return over(p, 1, l + 1, at, "u")

            return p.both(p.arith(parts.args[0], *facts), p.arith(parts.args[1].args[0], *facts), under(
                p, gap(x, y, l + 1) == 0, equal))  # fmt: skip

        fact = p.by_cases(ends[0], *[lambda a: p.by_cases(ends[1], *[lambda b: case(a, b)] * 2)] * 2)
        return p.implication(first.formula, p.implication(second.formula, fact))

    return p.general(x, y, p.induction("l", 0, claim, base, step))


class Blocks:
    """x and y consist of n blocks of l bits."""

    def __init__(self, p: Proof, x: Term, y: Term, n: Term, l: Term, some: Fact, long: Fact, first: Fact,
                 second: Fact) -> None:  # fmt: skip
        self.p, self.x, self.y, self.n, self.l = p, x, y, n, l
        self.some, self.long, self.first, self.second = some, long, first, second

    def block(self, x: Term, i: Term) -> Term:
        """The i-th block."""
        return lam(u, x((i - 1) * self.l + u))

    def window(self, i: Term) -> Term:
        """The weights 2^u at the bits u of the i-th block, and 0 elsewhere."""
        return lam(t, where(between((i - 1) * self.l + 1, t, i * self.l), 2 ** (t - (i - 1) * self.l), 0))

    def inside(self, i: Term, low: Fact, high: Fact) -> list[Fact]:
        """0 <= (i - 1) l and 0 <= (n - i) l, for 1 <= i <= n."""
        p, l = self.p, self.l
        return [p.arith((i - 1) * l >= 0, low, self.long), p.arith((self.n - i) * l >= 0, high, self.long)]

    def block_bits(self, x: Term, signs: Fact, i: Term, low: Fact, high: Fact) -> Fact:
        """The i-th block consists of bits."""
        p, l, n = self.p, self.l, self.n
        edge = self.inside(i, low, high)

        def at(e: Term, within: Fact) -> Fact:
            return signs.apply((i - 1) * l + e, using=[p.arith((i - 1) * l + e >= 1, *edge, within),
                                                       p.arith((i - 1) * l + e <= n * l, *edge, within)])  # fmt: skip

        return over(p, 1, l, at, "t")

    def extracted(self, x: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """The inner product of x and the window is the sum of 2^u times the bits of the i-th block."""
        p, l, n = self.p, self.l, self.n
        before, after = self.inside(i, low, high)
        A, R = (i - 1) * l, (n - i) * l
        a, f = self.window(i), lam(t, self.window(i)(t) * x(t))
        positive = p.arith(l >= 0, self.long)
        parts = [sum_appended(p, A, l + R, f, before, p.arith(l + R >= 0, positive, after)),
                 sum_appended(p, l, R, lam(t, f(A + t)), positive, after)]  # fmt: skip
        whole = p.congruent(lam(t, total(u, 1, t, f(u))), p.ring(A + (l + R), n * l))

        def outside(e: Term, miss: Fact) -> Fact:
            condition = a(e).args[0]
            off = p.lemma("if_false", condition, *a(e).args[1:], using=[
                p.refute(condition, lambda found: p.arith(false, found, miss))])  # fmt: skip
            return p.arith(f(e) == 0, off, multipliers=[x(e)])

        def on(e: Term, low_: Fact, high_: Fact) -> Fact:
            condition = a(A + e).args[0]
            known = p.both(p.arith(A + 1 <= A + e, low_), p.arith(A + e <= i * l, high_))
            value = p.lemma("if_true", condition, *a(A + e).args[1:], using=[known])
            power = p.congruent(lam(t, term(2) ** t), p.ring(A + e - (i - 1) * l, e))
            return p.arith(f(A + e) == 2**e * self.block(x, i)(e), value, power, multipliers=[x(A + e)])

        zero = lam(t, term(0))
        sums = [equal_sums(p, term(1), A, f, zero, lambda e, low_, high_: outside(e, p.arith(e <= A, high_))),
                equal_sums(p, term(1), l, lam(t, f(A + t)), lam(u, 2**u * self.block(x, i)(u)), on),
                equal_sums(p, term(1), R, lam(t, f(A + (l + t))), zero, lambda e, low_, high_: outside(
                    A + (l + e), p.arith(A + (l + e) > i * l, low_)))]  # fmt: skip
        none = [sum_of_constants(p).apply(1, e, 0, using=[p.arith(term(1) <= e + 1, known)])
                for e, known in ((A, before), (R, after))]  # fmt: skip
        goal = inner(a, x, n * l) == total(u, 1, l, 2**u * self.block(x, i)(u))
        return p.arith(goal, *parts, *sums, *none, whole)

    def difference(self, i: Term, low: Fact, high: Fact) -> Fact:
        """The difference of the inner products of x and y with the window is the gap of the i-th blocks."""
        p, l = self.p, self.l
        f, g = (lam(u, 2**u * self.block(z, i)(u)) for z in (self.x, self.y))
        linear = sums_linear(p).apply(1, l, f, g, 1, -1, using=[p.arith(term(1) <= l + 1, self.long)])
        a, b = self.block(self.x, i), self.block(self.y, i)
        whole, parts = lam(u, 2**u * (a(u) - b(u))), lam(u, 1 * f(u) + -1 * g(u))
        same = equal_sums(p, term(1), l, whole, parts, lambda e, *_: p.ring(whole(e), parts(e)))
        window, m = self.window(i), self.n * l
        return p.arith(inner(window, self.x, m) - inner(window, self.y, m) == gap(a, b, l), linear, same,
                       self.extracted(self.x, i, low, high), self.extracted(self.y, i, low, high))  # fmt: skip

    def alike(self, i: Term, low: Fact, high: Fact, none: Fact) -> Fact:
        """The i-th blocks are equal at every place, from not differ."""
        p, l = self.p, self.l
        a, b = self.block(self.x, i), self.block(self.y, i)
        signs = [self.block_bits(z, known, i, low, high) for z, known in ((self.x, self.first), (self.y, self.second))]
        mixed = differ(self.x, self.y, i, l)

        def at(e: Term, within: Fact) -> Fact:
            def case(first: Fact, second: Fact) -> Fact:
                if first.formula.args[1].index == second.formula.args[1].index:
                    return p.arith(a(e) == b(e), first, second)
                product = p.arith(a(e) * b(e) == -1, first, second, multipliers=[a(e), b(e), 1])
                return p.anything(a(e) == b(e), p.conflict(p.witness(mixed, e, p.both(within, product)), none))

            values = [known.apply(e, using=[within]) for known in signs]
            return p.by_cases(values[0], *[lambda f: p.by_cases(values[1], *[lambda g: case(f, g)] * 2)] * 2)

        return over(p, 1, l, at, "u")

    def apart(self, i: Term, low: Fact, high: Fact, found: Fact) -> Fact:
        """The gap of the i-th blocks is not 0, from differ."""
        p, l = self.p, self.l
        a, b = self.block(self.x, i), self.block(self.y, i)
        signs = [self.block_bits(z, known, i, low, high) for z, known in ((self.x, self.first), (self.y, self.second))]
        told = told_by_gap(p).apply(a, b, l, using=[p.arith(l >= 0, self.long), *signs]).right.right

        def clash(zero: Fact) -> Fact:
            e, known = p.obtain(found, "j")
            same = p.modus_ponens(told, zero).apply(e, using=[known.left])
            sign = signs[0].apply(e, using=[known.left])
            return p.by_cases(sign, *[lambda f: p.arith(false, known.right, same, f, p.arith(
                a(e) * b(e) == f.formula.args[1] * b(e), f, multipliers=[b(e)]))] * 2)  # fmt: skip

        return p.refute(gap(a, b, l) == 0, clash)

    def two_gates(self, i: Term, low: Fact, high: Fact, e: Term) -> Fact:
        """Threshold(e) + Threshold(-e) = 1 + o(i), for e the difference of the inner products with the window."""
        p, l = self.p, self.l
        mixed = differ(self.x, self.y, i, l)
        flag = where(mixed, -1, 1)
        goal = Threshold(e) + Threshold(-e) == 1 + flag
        gaps = self.difference(i, low, high)
        a, b = self.block(self.x, i), self.block(self.y, i)

        def fired(q: Term, known: Fact) -> Fact:
            plus = known.formula.op != "not"
            return p.restate(p.lemma("if_true" if plus else "if_false", q >= 0, 1, -1, using=[known]),
                             Threshold(q) == (1 if plus else -1))  # fmt: skip

        def yes(found: Fact) -> Fact:
            nonzero = self.apart(i, low, high, found)
            one = p.lemma("if_true", mixed, -1, 1, using=[found])

            def up(positive: Fact) -> Fact:
                strict = p.absurd(e > 0, lambda no: p.conflict(p.arith(gap(a, b, l) == 0, no, positive, gaps), nonzero))
                return p.arith(goal, one, fired(e, positive), fired(-e, p.arith(negation(-e >= 0), strict)))

            def down(no: Fact) -> Fact:
                return p.arith(goal, one, fired(e, no), fired(-e, p.arith(-e >= 0, no)))

            return p.decide(e >= 0, up, down)

        def no(none: Fact) -> Fact:
            same = self.alike(i, low, high, none)
            f = lam(u, 2**u * (a(u) - b(u)))
            zero = equal_sums(p, term(1), l, f, lam(u, term(0)), lambda k, low_, high_: p.arith(
                f(k) == 0, same.apply(k, using=[low_, high_]), multipliers=[2**k]))  # fmt: skip
            empty = sum_of_constants(p).apply(1, l, 0, using=[p.arith(term(1) <= l + 1, self.long)])
            level = p.arith(e == 0, gaps, zero, empty)
            off = p.lemma("if_false", mixed, -1, 1, using=[none])
            return p.arith(goal, off, fired(e, p.arith(e >= 0, level)), fired(-e, p.arith(-e >= 0, level)))

        return p.decide(mixed, yes, no)


def list_weight(i: Term) -> Term:
    """The weight of the i-th equality in ODD-MAX-BIT."""
    return term(-1) ** (i + 1) * 2**i


def listed(x: Term, y: Term, k: Term, l: Term) -> Term:
    """The sum in ODD-MAX-BIT over the first k blocks."""
    return total(i, 1, k, list_weight(i) * (1 + where(differ(x, y, i, l), -1, 1)))


@once
def list_rank(p: Proof) -> Fact:
    """For all X, N, n, l >= 1, if X(1), ..., X(N) consist of n l bits: for 0 <= k <= n the rank of the matrix of 1/2
    less the sum over the first k blocks is at most k 2^l + 1."""
    X, (N, n, l) = p.fresh("X", "int->int->int"), (p.fresh(name, "int") for name in "Nnl")
    r, x, y = integer("r"), integer("x"), integer("y")
    rows = every(r, 1, N, bits(X(r), n * l))

    def matrix(k: Term) -> Term:
        return lam(x, y, term("1/2") - listed(X(x), X(y), k, l))

    def claim(k: Term) -> Term:
        return implies(k <= n, RankAtMost(matrix(k), N, k * 2**l + 1))

    def argue(given: Fact) -> Fact:
        some, long, known = given.split()
        mark = p.opened
        V, facts = p.obtain(listing(p).apply(l, using=[p.arith(l >= 0, long)]), "V")
        _, separate, complete = p.open_definition(facts).split()
        size = power_positive(p).apply(l, using=[p.arith(l >= 0, long)])

        def base() -> Fact:
            def entry(a: Term, b: Term, *_: Fact) -> Fact:
                f = lam(i, list_weight(i) * (1 + where(differ(X(a), X(b), i, l), -1, 1)))
                return p.arith(matrix(term(0))(a)(b) == term("1/2") * term(1), p.lemma("sum_empty", 1, 0, f))

            one = rank_one(p, matrix(term(0)), N, lam(x, term("1/2")), lam(y, term(1)), entry)
            moved = transport(p, lam(s, RankAtMost(matrix(term(0)), N, s)), p.ring(1, 0 * 2**l + 1), one)
            return under(p, term(0) <= n, lambda _: moved)

        def step(k: Term, above: Fact, here: Fact) -> Fact:
            def longer(within: Fact) -> Fact:
                e = k + 1
                low = p.arith(e >= 1, above)
                w = list_weight(e)
                part = lam(x, y, -(w * (1 + where(differ(X(x), X(y), e, l), -1, 1))))

                def matches(a: Term, q: Term) -> Term:
                    return every(u, 1, l, X(a)((e - 1) * l + u) == V(q)(u))

                P = lam(x, s, where(matches(x, s), -2 * w, 0))
                Q = lam(s, y, where(matches(y, s), 1, 0))

                def entry(a: Term, b: Term, first: Fact, second: Fact) -> Fact:
                    B = Blocks(p, X(a), X(b), n, l, some, long, known.apply(a, using=[first]), known.apply(
                        b, using=[second]))  # fmt: skip
                    mixed = differ(X(a), X(b), e, l)
                    product = lam(s, P(a)(s) * Q(s)(b))
                    goal = part(a)(b) == total(s, 1, 2**l, product(s))

                    def chosen(f: Term, fact: Fact) -> Fact:
                        rule = "if_false" if fact.formula.op == "not" else "if_true"
                        return p.lemma(rule, *f.args, using=[fact])

                    def yes(found: Fact) -> Fact:
                        """Different blocks: no vertex is equal to both."""

                        def zero(q: Term, *_: Fact) -> Fact:
                            def on(mine: Fact) -> Fact:
                                def clash(yours: Fact) -> Fact:
                                    at, pair = p.obtain(found, "j")
                                    spot = (e - 1) * l + at
                                    same = p.arith(X(a)(spot) == X(b)(spot), *(
                                        known_.apply(at, using=[pair.left]) for known_ in (mine, yours)))  # fmt: skip
                                    sign = B.block_bits(X(a), B.first, e, low, within).apply(at, using=[pair.left])
                                    return p.by_cases(sign, *[lambda f: p.arith(false, pair.right, same, f, p.arith(
                                        X(a)(spot) * X(b)(spot) == f.formula.args[1] * X(b)(spot), f,
                                        multipliers=[X(b)(spot)]))] * 2)  # fmt: skip

                                other = p.refute(matches(b, q), clash)
                                return p.arith(product(q) == 0, chosen(Q(q)(b), other), multipliers=[P(a)(q)])

                            return p.decide(matches(a, q), on, lambda no: p.arith(
                                product(q) == 0, chosen(P(a)(q), no), multipliers=[Q(q)(b)]))  # fmt: skip

                        none = equal_sums(p, term(1), 2**l, product, lam(s, term(0)), zero)
                        empty = sum_of_constants(p).apply(1, 2**l, 0, using=[p.arith(term(1) <= 2**l + 1, size)])
                        flag = p.lemma("if_true", mixed, -1, 1, using=[found])
                        return p.arith(goal, none, empty, flag, multipliers=[1, w])

                    def no(none: Fact) -> Fact:
                        """Equal blocks: one vertex is equal to both."""
                        block = lam(u, X(a)((e - 1) * l + u))
                        same = B.alike(e, low, within, none)
                        own = complete.apply(block, using=[B.block_bits(X(a), B.first, e, low, within)])
                        place, there = p.obtain(own, "r")
                        spelled = there.right

                        def one(q: Term, start: Fact, end: Fact) -> Fact:
                            single = where(q == place, -2 * w, 0)

                            def hit(yes_: Fact) -> Fact:
                                z = p.fresh("z", "int")

                                def mine(at: Term, inside: Fact) -> Fact:
                                    value = p.symmetric(spelled.apply(at, using=[inside]))
                                    return p.step("equality", [p.symmetric(yes_), value], [
                                        lam(z, X(a)((e - 1) * l + at) == V(z)(at))])  # fmt: skip

                                whole = over(p, 1, l, mine, "u")
                                yours = over(p, 1, l, lambda at, inside: p.arith(
                                    X(b)((e - 1) * l + at) == V(q)(at), whole.apply(at, using=[inside]), same.apply(
                                        at, using=[inside])), "u")  # fmt: skip
                                return p.arith(product(q) == single, chosen(P(a)(q), whole), chosen(Q(q)(b), yours),
                                               p.lemma("if_true", q == place, -2 * w, 0, using=[yes_]),
                                               multipliers=[P(a)(q), Q(q)(b), 1, -2 * w])  # fmt: skip

                            def miss(no_: Fact) -> Fact:
                                def clash(found: Fact) -> Fact:
                                    def differs(small: Term, large: Term, order: list[Fact]) -> Fact:
                                        at, pair = p.obtain(separate.apply(small, large, using=order), "i")
                                        equal = p.arith(
                                            V(small)(at) == V(large)(at),
                                            *(known_.apply(at, using=[pair.left]) for known_ in (found, spelled)),
                                        )
                                        return p.conflict(equal, pair.right)

                                    def above_(no: Fact) -> Fact:
                                        less = p.absurd(place + 1 <= q, lambda also: p.conflict(
                                            p.arith(q == place, no, also), no_))  # fmt: skip
                                        return differs(place, q, [
                                            there.left, less, p.arith(place <= 2**l, less, end), end])  # fmt: skip

                                    return p.decide(q + 1 <= place, lambda less: differs(
                                        q, place, [start, end, less, there.left]), above_)  # fmt: skip

                                other = chosen(P(a)(q), p.refute(matches(a, q), clash))
                                return p.arith(product(q) == single, other, p.lemma(
                                    "if_false", q == place, -2 * w, 0, using=[no_]),
                                    multipliers=[Q(q)(b), 1])  # fmt: skip

                            return p.decide(q == place, hit, miss)

                        sums = equal_sums(p, term(1), 2**l, product, lam(s, where(s == place, -2 * w, 0)), one)
                        only = picked(p).apply(lam(s, -2 * w), place, 2**l, using=[p.arith(term(2) ** l >= 0, size)])
                        flag = p.lemma("if_false", mixed, -1, 1, using=[none])
                        return p.arith(goal, sums, only.left.apply(using=[there.left]), flag, multipliers=[1, w])

                    return p.decide(mixed, yes, no)

                new = factored(p, part, N, 2**l, P, Q, entry)
                old = here.apply(using=[p.arith(k <= n, within)])

                def sum_(a: Term, b: Term) -> Fact:
                    f = lam(i, list_weight(i) * (1 + where(differ(X(a), X(b), i, l), -1, 1)))
                    return p.arith(matrix(e)(a)(b) == matrix(k)(a)(b) + part(a)(b), longer_sum(
                        p, term(1), k, f, above))  # fmt: skip

                sums = over(p, 1, N, lambda a, _: over(p, 1, N, lambda b, _: sum_(a, b), "y"), "x")
                both = rank_of_sum(p).apply(matrix(k), part, matrix(e), N, k * 2**l + 1, 2**l, using=[p.both(
                    p.arith(k * 2**l + 1 >= 0, p.arith(k * 2**l >= 0, above, size)), p.arith(term(2) ** l >= 0, size),
                    old, new, sums)])  # fmt: skip
                return transport(p, lam(s, RankAtMost(matrix(e), N, s)), p.ring(
                    k * 2**l + 1 + 2**l, (k + 1) * 2**l + 1), both)  # fmt: skip

            return under(p, k + 1 <= n, longer)

        k = p.fresh("k", "int")
        bounds = p.assume(between(0, k, n))
        found = p.induction("k", 0, claim, base, step).apply(k, using=[bounds])
        return p.close(p.general(k, p.implication(bounds.formula, found)), mark)

    premise = conj(n >= 1, l >= 1, rows)
    return p.general(X, N, n, l, under(p, premise, argue))
