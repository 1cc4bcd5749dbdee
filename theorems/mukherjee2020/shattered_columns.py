"""A lower bound of the sign-rank of the Chattopadhyay-Mande function by shattered columns: half the blocks."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import once
from numerics.terms import (
    Term,
    body,
    conj,
    either,
    every,
    false,
    floor,
    integer,
    lam,
    negation,
    some,
    term,
    where,
)  # fmt: skip
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.odd_max_bit import odd_max_bit
from theorems.mukherjee2020.ranks import factored, shattering
from theorems.mukherjee2020.sign_rank import ChattopadhyayMande, Sequencing, SignRankAtMost, bits, differ

i, j, q, r, s, t, x, y = (integer(name) for name in "ijqrstxy")


@once
def picked_columns(p: Proof) -> Fact:
    """For all F, n, r, f: if f(1), ..., f(n) lie in 1..n and r bounds the sign-rank of F, it bounds that of the matrix
    of the columns f(1), ..., f(n) of F."""
    F, f = p.fresh("F", "int->int->real"), p.fresh("f", "int->int")
    n, r = p.fresh("n", "int"), p.fresh("r", "int")

    def argue(given: Fact) -> Fact:
        inside, known = given.split()
        mark = p.opened
        B, facts = p.obtain(p.open_definition(known), "B")
        P, Q, product = p.obtain(p.open_definition(facts.right), "P", "Q")
        moved, right = lam(x, y, B(x)(f(y))), lam(s, y, Q(s)(f(y)))
        signs = over(p, 1, n, lambda a, at: over(p, 1, n, lambda b, on: facts.left.apply(
            a, f(b), using=[at, inside.apply(b, using=[on])]), "y"), "x")  # fmt: skip
        low = factored(p, moved, n, r, P, right, lambda a, b, at, on: product.apply(
            a, f(b), using=[at, inside.apply(b, using=[on])]))  # fmt: skip
        wanted = SignRankAtMost(lam(x, y, F(x)(f(y))), n, r)
        return p.close(p.restate(p.witness(body(wanted), moved, p.both(signs, low)), wanted), mark)

    premise = conj(every(y, 1, n, conj(1 <= f(y), f(y) <= n)), SignRankAtMost(F, n, r))
    return p.general(F, n, r, f, under(p, premise, argue))


def marked(l: Term, u: int, n: Term, blocks: Callable[[Term], Term]) -> Term:
    """The vector of n blocks of l bits that is -1 at the bit u of the chosen blocks, and 1 elsewhere."""
    return lam(t, where(some(i, 1, n, conj(blocks(i), t == (i - 1) * l + u)), -1, 1))


class Marked:
    """Values of :func:`marked`."""

    def __init__(self, p: Proof, n: Term, l: Term, long: Fact, u: int, blocks: Callable[[Term], Term]) -> None:
        self.p, self.n, self.l, self.long, self.u, self.blocks = p, n, l, long, u, blocks
        self.vector = marked(l, u, n, blocks)

    def sign(self, e: Term) -> Fact:
        """vector(e) is -1 or 1."""
        p, v = self.p, self.vector(e)
        goal, (condition, *values) = either(v == -1, v == 1), v.args
        return p.decide(condition, lambda yes: p.or_intro(goal, p.lemma("if_true", condition, *values, using=[yes])),
                        lambda no: p.or_intro(goal, p.lemma("if_false", condition, *values, using=[no])))  # fmt: skip

    def minus(self, e: Term, inside: Fact, chosen: Fact) -> Fact:
        """The bit u of the chosen block e is -1."""
        p = self.p
        v = self.vector((e - 1) * self.l + self.u)
        place = (e - 1) * self.l + self.u
        known = p.witness(v.args[0], e, p.both(inside, chosen, p.ring(place, place)))
        return p.lemma("if_true", *v.args, using=[known])

    def plus(self, e: Term, inside: Fact, b: Term, within: Fact, why: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        """The bit b, 1 <= b <= l, of block e is 1: ``why(g, blocks(g), g = e and b = u)`` is false."""
        p, l = self.p, self.l
        place = (e - 1) * l + b
        v = self.vector(place)

        def clash(found: Fact) -> Fact:
            g, known = p.obtain(found, "i")
            chosen, at = known.right.left, known.right.right

            def less(small: Fact) -> Fact:
                return p.arith(false, p.arith((e - g - 1) * l >= 0, small, self.long), at, within, self.long)

            def more(no: Fact) -> Fact:
                def greater(big: Fact) -> Fact:
                    return p.arith(false, p.arith((g - e - 1) * l >= 0, big, self.long), at, within, self.long)

                def equal(not_big: Fact) -> Fact:
                    same = p.arith(g == e, no, not_big)
                    value = p.arith(b == self.u, at, same, multipliers=[1, l])
                    return why(g, chosen, p.both(same, value))

                return p.decide(g >= e + 1, greater, equal)

            return p.decide(g + 1 <= e, less, more)

        return p.lemma("if_false", *v.args, using=[p.refute(v.args[0], clash)])


@once
def half_of_the_blocks(p: Proof) -> Fact:
    """For all X, N, n, l, m, e, r: if 1 <= e, 2 e <= n, 2 <= l, m = n l, and X(1), ..., X(2^m) list the vertices of the
    cube {-1, 1}^m, e bounds the sign-rank r of the function from below."""
    X = p.fresh("X", "int->int->int")
    n, l, m, e, r = (p.fresh(name, "int") for name in "nlmer")
    F = lam(x, y, ChattopadhyayMande(X(x), X(y), n, l))

    def argue(given: Fact) -> Fact:
        some_, few, long, size, listed, rank = given.split()
        _, _, complete = p.open_definition(listed).split()
        positive = p.arith(l >= 1, long)
        product = p.arith(n * l >= 2 * e * l, p.arith((n - 2 * e) * l >= 0, few, positive))
        many = p.arith(m >= 1, product, size, p.arith(e * l >= 1, some_, positive))
        mark = p.opened

        def special(k: Term) -> Callable[[Term], Term]:
            return lambda g: conj(g != 2 * k - 1, g != 2 * k)

        def found(vector: Marked) -> Fact:
            """Some place of the list holds the vector."""
            signs = over(p, 1, m, lambda g, _: vector.sign(g), "t")
            return complete.apply(vector.vector, using=[signs])

        k = p.fresh("j", "int")
        column = Marked(p, n, l, long, 1, special(k))
        places = p.general(k, found(column))
        f0, at_column = p.obtain(p.choose(places, "f"), "f")
        facts = [some_, few, long, size, rank, positive, many]
        return p.close(_shattered(p, X, [n, l, m, e, r], F, (f0, at_column), special, found, facts), mark)

    premise = conj(e >= 1, 2 * e <= n, l >= 2, m == n * l, Sequencing(X, m), SignRankAtMost(F, 2**m, r))
    return p.general(X, n, l, m, e, r, under(p, premise, argue))


def _shattered(p: Proof, X: Term, sizes: list[Term], F: Term, columns_at: tuple[Term, Fact],
               special: Callable[[Term], Callable[[Term], Term]], found: Callable[[Marked], Fact],
               facts: list[Fact]) -> Fact:  # fmt: skip
    """e <= r, from the places of the columns for 1, 2, ...: their blocks 2j - 1 and 2j are not marked."""
    n, l, m, e, r = sizes
    f0, at_column = columns_at
    some_, few, long, size, rank, positive, many = facts
    f = lam(y, where(y <= e, f0(y), y))

    def inside(k: Term, within: Fact) -> Fact:
        def early(yes: Fact) -> Fact:
            same = p.lemma("if_true", k <= e, f0(k), k, using=[yes])
            here = at_column(k).left
            return p.both(p.arith(1 <= f(k), same, here), p.arith(f(k) <= 2**m, same, here))

        def late(no: Fact) -> Fact:
            same = p.lemma("if_false", k <= e, f0(k), k, using=[no])
            return p.both(p.arith(1 <= f(k), same, within), p.arith(f(k) <= 2**m, same, within))

        return p.decide(k <= e, early, late)

    columns = picked_columns(p).apply(F, 2**m, r, f, using=[p.both(over(p, 1, 2**m, inside, "y"), rank)])
    G = lam(x, y, F(x)(f(y)))
    v = p.fresh("v", "int->int")

    def pattern(signs: Fact) -> Fact:
        def equal(g: Term) -> Term:
            """Block g of the row is equal to the blocks of its column: 2j - 1 for v(j) = -1, 2j for v(j) = 1."""
            return either(g == 2 * floor((g + 1) / 2) - 1 + (1 + v(floor((g + 1) / 2))) / 2, false)

        row = Marked(p, n, l, long, 2, lambda g: negation(equal(g)))
        place, known = p.obtain(found(row), "r")

        def entry(k: Term, within: Fact) -> Fact:
            """The sign of the entry of this row and of column k is v(k)."""
            own = signs.apply(k, using=[within])
            column = Marked(p, n, l, long, 1, special(k))
            here = at_column(k).right
            a, b = X(place), X(f0(k))
            chosen = p.lemma("if_true", k <= e, f0(k), k, using=[within])

            def bit(vector: Marked, of: Fact, g: Term, of_g: Fact, u: Term, of_u: Fact) -> Fact:
                """The bit u of block g of a listed vector is that of the vector."""
                at = (g - 1) * l + u
                low = p.arith((g - 1) * l >= 0, of_g, positive)
                high = p.arith((n - g) * l >= 0, of_g, positive)
                return of.apply(at, using=[p.arith(at >= 1, low, of_u), p.arith(at <= m, high, of_u, size)])

            def bits_of(g: Term, of_g: Fact, u: Term, of_u: Fact) -> tuple[Fact, Fact]:
                return (bit(row, known.right, g, of_g, u, of_u), bit(column, here, g, of_g, u, of_u))

            first = p.both(p.arith(term(1) <= 1), p.arith(1 <= l, long))
            second = p.both(p.arith(term(1) <= 2), p.arith(2 <= l, long))
            flags = lam(i, where(differ(a, b, i, l), -1, 1))

            def apart(g: Term, of_g: Fact, why: Callable[[Fact], Fact]) -> Fact:
                """Block g differs, unless it is special and equal."""

                def other(special_: Fact) -> Fact:
                    """Not a special block: the first bits are 1 and -1."""
                    of_row, of_column = bits_of(g, of_g, term(1), first)
                    plus = row.plus(g, of_g, term(1), first, lambda h, c, same: p.arith(false, same.right))
                    minus = column.minus(g, of_g, special_)
                    product = p.arith(a((g - 1) * l + 1) * b((g - 1) * l + 1) == -1, of_row, of_column, plus, minus,
                                      multipliers=[a((g - 1) * l + 1), 1, -1])  # fmt: skip
                    return p.witness(differ(a, b, g, l), 1, p.both(first, product))

                def one_of(no: Fact) -> Fact:
                    def unequal(missed: Fact) -> Fact:
                        """The second bits are -1 and 1."""
                        of_row, of_column = bits_of(g, of_g, term(2), second)
                        minus = row.minus(g, of_g, missed)
                        plus = column.plus(g, of_g, term(2), second, lambda h, c, same: p.arith(false, same.right))
                        product = p.arith(a((g - 1) * l + 2) * b((g - 1) * l + 2) == -1, of_row, of_column, plus, minus,
                                          multipliers=[a((g - 1) * l + 2), 1, -1])  # fmt: skip
                        return p.witness(differ(a, b, g, l), 2, p.both(second, product))

                    return p.decide(negation(equal(g)), unequal, lambda yes: p.anything(differ(a, b, g, l), why(
                        p.both(no, p.absurd(equal(g), lambda z: p.conflict(z, yes))))))  # fmt: skip

                return p.decide(special(k)(g), other, one_of)

            def agreeing(g: Term, of_g: Fact, is_special: Fact, is_equal: Fact) -> Fact:
                """Block g is equal: all bits of both are 1."""

                def none(found_: Fact) -> Fact:
                    u, pair = p.obtain(found_, "j")
                    of_row, of_column = bits_of(g, of_g, u, pair.left)
                    one = row.plus(g, of_g, u, pair.left, lambda h, c, same: p.conflict(moved(
                        h, g, same.left, c), is_equal))  # fmt: skip
                    two = column.plus(g, of_g, u, pair.left, lambda h, c, same: p.conflict(_moved(
                        p, special(k), h, g, same.left, c), is_special))  # fmt: skip
                    at = (g - 1) * l + u
                    return p.arith(false, pair.right, of_row, of_column, one, two, multipliers=[a(at), b(at), 1])

                return p.refute(differ(a, b, g, l), none)

            def moved(h: Term, g: Term, same: Fact, c: Fact) -> Fact:
                return _moved(p, lambda z: negation(equal(z)), h, g, same, c)

            def by_sign(sign: Fact) -> Fact:
                plus = sign.formula.args[1].index == term(1).index
                top = 2 * k if plus else 2 * k - 1
                half = p.arith(floor((top + 1) / 2) == k, p.lemma("floor", (top + 1) / 2))
                value = p.congruent(v, half)
                is_equal = p.or_intro(equal(top), p.arith(equal(top).args[0], half, value, sign))
                of_top = p.both(p.arith(1 <= top, within), p.arith(top <= n, within, few))
                not_special = p.refute(special(k)(top), lambda both: p.conflict(p.ring(top, top), both.right if plus
                                                                              else both.left))  # fmt: skip
                equal_there = agreeing(top, of_top, not_special, is_equal)

                def beyond(g: Term, span: Fact) -> Fact:
                    of_g = p.both(p.arith(1 <= g, span, of_top), p.arith(g <= n, span))

                    def why(both: Fact) -> Fact:
                        """A special block beyond the top is 2k, for v(k) = -1, and it is not equal."""
                        odd = p.absurd(g == 2 * k, lambda no: p.conflict(p.both(p.refute(g == 2 * k - 1, lambda low: (
                            p.arith(false, low, span))), no), both.left))  # fmt: skip
                        if plus:
                            return p.arith(false, odd, span)
                        half_ = p.arith(floor((g + 1) / 2) == k, odd, p.lemma("floor", (g + 1) / 2))
                        return p.by_cases(both.right, lambda yes: p.arith(false, yes, half_, p.congruent(
                            v, half_), sign, odd), lambda no: no)  # fmt: skip

                    differs = apart(g, of_g, why)
                    return p.lemma("if_true", differ(a, b, g, l), -1, 1, using=[differs])

                def flag(g: Term, _: Fact) -> Fact:
                    goal, mixed = either(flags(g) == -1, flags(g) == 1), differ(a, b, g, l)
                    return p.decide(
                        mixed, lambda yes: p.or_intro(goal, p.lemma("if_true", mixed, -1, 1, using=[yes])),
                        lambda no: p.or_intro(goal, p.lemma("if_false", mixed, -1, 1, using=[no])))  # fmt: skip

                last = p.lemma("if_false", differ(a, b, top, l), -1, 1, using=[equal_there])
                result = odd_max_bit(p).apply(flags, n, top, using=[p.both(
                    over(p, 1, n, flag), of_top.left, of_top.right, last, over(p, top + 1, n, beyond))])  # fmt: skip
                named = p.restate(result, ChattopadhyayMande(a, b, n, l) == -(term(-1) ** (top + 1)))
                parity = even_power(p).apply(k, using=[p.arith(k >= 0, within)])
                steps = [p.lemma("power_step", -1, top, using=[p.arith(top >= 0, within)])]
                if not plus:
                    steps.append(p.congruent(lam(t, term(-1) ** t), p.ring(top + 1, 2 * k)))
                entry_ = p.arith(ChattopadhyayMande(a, b, n, l) == (1 if plus else -1), named, parity, *steps)
                moved_ = p.congruent(lam(y, F(place)(y)), chosen)
                return p.arith(G(place)(k) * v(k) > 0, moved_, entry_, sign, multipliers=[v(k), 1, -1])

            return p.by_cases(own, by_sign, by_sign)

        goal = some(x, 1, 2**m, every(j, 1, e, G(x)(j) * v(j) > 0))
        return p.witness(goal, place, p.both(known.left, over(p, 1, e, entry, "j")))

    shown = p.general(v, under(p, bits(v, e), pattern))
    enough = p.arith(e <= 2**m, larger(p).apply(m, using=[p.arith(m >= 0, many)]), size, p.arith(
        n * l >= e, few, p.arith((n - 1) * (l - 1) >= 0, few, some_, long), some_, long))  # fmt: skip
    return shattering(p).apply(G, 2**m, e, r, using=[some_, enough, shown, columns])


def _moved(p: Proof, predicate: Callable[[Term], Term], h: Term, g: Term, same: Fact, fact: Fact) -> Fact:
    """predicate(g), from h = g and predicate(h)."""
    z = p.fresh("z", "int")
    return p.step("equality", [same, fact], [lam(z, predicate(z))])


@once
def even_power(p: Proof) -> Fact:
    """(-1)^(2k) = 1 for k >= 0."""

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        two = [p.lemma("power_step", -1, z, using=[p.arith(z >= 0, above)]) for z in (2 * k, 2 * k + 1)]
        same = [p.congruent(lam(t, term(-1) ** t), p.ring(2 * k + 1 + 1, 2 * (k + 1)))]
        return p.arith(term(-1) ** (2 * (k + 1)) == 1, *two, *same, here)

    return p.induction("k", 0, lambda k: term(-1) ** (2 * k) == 1, p.compute(term(-1) ** (2 * term(0)) == 1), step)


@once
def larger(p: Proof) -> Fact:
    """k <= 2^k for k >= 0."""

    def step(k: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(k + 1 <= 2 ** (k + 1), p.lemma("power_step", 2, k, using=[above]), here, power_positive(
            p).apply(k, using=[above]))  # fmt: skip

    return p.induction("k", 0, lambda k: k <= 2**k, p.compute(term(0) <= term(2) ** term(0)), step)
