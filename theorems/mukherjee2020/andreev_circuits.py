"""Circuits against Andreev's function: their agreement, from moments over the random table that the string x is.

The input is a pair of numbers: the bits of m, the first of which are the string x, and the bits of v, which fill the
matrix: entry (i, j) is bit part(i - 1)(j - 1) of v, where the rows are the parts of the positions 0, ..., P - 1.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import under
from numerics.sums import (
    equal_sums,
    everywhere,
    once,
    smaller_sum,
    sum_of_constants,
    sums_linear,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import (
    Term,
    body,
    conj,
    define,
    either,
    every,
    false,
    floor,
    implies,
    integer,
    lam,
    log,
    maximum,
    negation,
    some,
    term,
    total,
    where,
)
from theorems.mukherjee2020.andreev import (
    Andreev,
    Bin,
    Bits,
    Parity,
    bin_bounds,
    bin_of_digits,
    bit_values,
    digits_of_bin,
)
from theorems.mukherjee2020.boolean import Bit, Chance, power_positive, power_sum, same_indicators
from theorems.mukherjee2020.chapter_2.claim_2 import one_changed
from theorems.mukherjee2020.choices import Partition, holds, sum_of_one
from theorems.mukherjee2020.digits import Digit, Leading, sum_in_blocks
from theorems.mukherjee2020.patterns import Gates
from theorems.mukherjee2020.restrictions import Completes, Fires, Forced, Free
from theorems.mukherjee2020.unforced import Gate

b, h, i, j, k, l, m, u, v, y, z = (integer(name) for name in "bhijklmuvyz")


@once
def permuted(p: Proof) -> Fact:
    """For all K >= 0, T, f: if T maps 0, ..., K - 1 into itself and is its own inverse, the sum of f(T(v)) is that of
    f(v)."""
    K, T, f = p.fresh("K", "int"), p.fresh("T", "int->int"), p.fresh("f", "int->real")
    above = p.assume(K >= 0)
    inverse = p.assume(every(v, 0, K - 1, conj(T(v) >= 0, T(v) <= K - 1, T(T(v)) == v)))
    F = lam(v, u, where(u == T(v), 1, 0) * f(u))
    nonempty = p.arith(K - 1 + 1 >= 0, above)

    def picked(e: Term, low: Fact, high: Fact, value: Term, event: Callable[[Term], Term],
               other: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
        """The sum over u of [event(u)] value is value, where [event(u)] = [u = e] by ``other``."""
        single = lam(u, where(u == e, 1, 0))
        same = equal_sums(p, term(0), K - 1, lam(u, event(u)), lam(u, value * single(u)), other)
        scaled = sums_scaled(p).apply(0, K - 1, single, value, using=[nonempty])
        return p.arith(same.formula.args[0] == value, same, scaled, sum_of_one(p).apply(e, K, using=[low, above, high]),
                       multipliers=[1, value])  # fmt: skip

    def row(v: Term, low: Fact, high: Fact) -> Fact:
        start, end, _ = inverse.apply(v, using=[low, high]).split()

        def each(u: Term, first: Fact, last: Fact) -> Fact:
            goal, condition = F(v)(u) == f(T(v)) * where(u == T(v), 1, 0), u == T(v)
            return p.decide(
                condition,
                lambda yes: p.arith(
                    goal, p.congruent(f, yes), holds(p, condition, yes), multipliers=[1, f(u), f(T(v))]
                ),
                lambda no: p.arith(goal, holds(p, condition, no), multipliers=[f(u), f(T(v))]),
            )

        return picked(T(v), start, end, f(T(v)), F(v), each)

    def column(u: Term, low: Fact, high: Fact) -> Fact:
        start, end, back = inverse.apply(u, using=[low, high]).split()

        def each(v: Term, first: Fact, last: Fact) -> Fact:
            returned = inverse.apply(v, using=[first, last]).right.right
            same = same_indicators(
                p, u == T(v), v == T(u),
                lambda yes: p.arith(v == T(u), returned, p.congruent(T, yes)),
                lambda yes: p.arith(u == T(v), back, p.congruent(T, yes)))  # fmt: skip
            return p.arith(F(v)(u) == f(u) * where(v == T(u), 1, 0), same, multipliers=[f(u)])

        return picked(T(u), start, end, f(u), lam(v, F(v)(u)), each)

    rows = equal_sums(p, term(0), K - 1, lam(v, total(u, 0, K - 1, F(v)(u))), lam(v, f(T(v))), row)
    columns = equal_sums(p, term(0), K - 1, lam(u, total(v, 0, K - 1, F(v)(u))), f, column)
    swapped = sums_swapped(p).apply(0, K - 1, 0, K - 1, F, using=[nonempty, nonempty])
    shown = p.arith(total(v, 0, K - 1, f(T(v))) == total(v, 0, K - 1, f(v)), rows, columns, swapped)
    shown = p.implication(above.formula, p.implication(inverse.formula, shown))
    return p.general(K, T, f, shown)


class Flip:
    """XOR of the ``length`` bits of a number, bit length - i with o(i), i = 1, ..., length; ``bits`` is
    Bits(o, length)."""

    def __init__(self, p: Proof, o: Term, length: Term, above: Fact, bits: Fact) -> None:
        self.p, self.o, self.length, self.above, self.known = p, o, length, above, p.open_definition(bits)

    def string(self, b: Term) -> Term:
        """The flipped string."""
        o, length = self.o, self.length
        return lam(i, Bit(b, length - i) + o(i) - 2 * Bit(b, length - i) * o(i))

    def at(self, b: Term) -> Term:
        """The flipped number."""
        return Bin(self.string(b), self.length)

    def values(self, b: Term, i: Term, low: Fact, high: Fact, branch: Callable[[Fact, Fact], Fact]) -> Fact:
        """Reason by the values of bit length - i of b and of o(i)."""
        p = self.p
        digit = bit_values(p, b, self.length - i, p.arith(self.length - i >= 0, high))
        return p.by_cases(digit, *[lambda value: p.by_cases(self.known.apply(i, using=[low, high]), *[
            lambda parity: branch(value, parity)] * 2)] * 2)  # fmt: skip

    def bits(self, b: Term) -> Fact:
        """The flipped string has bits."""
        p, string = self.p, self.string(b)
        claim = either(string(i) == 0, string(i) == 1)

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            goal = either(string(i) == 0, string(i) == 1)

            def valued(value: Fact, parity: Fact) -> Fact:
                result = 0 if value.formula.args[1].index == parity.formula.args[1].index else 1
                return p.or_intro(goal, p.arith(string(i) == result, value, parity, multipliers=[
                    1, self.o(i), Bit(b, self.length - i)]))  # fmt: skip

            return self.values(b, i, low, high, valued)

        return p.restate(everywhere(p, term(1), self.length, claim, i, each), Bits(string, self.length))

    def bounds(self, b: Term) -> list[Fact]:
        """0 <= at(b) and at(b) <= 2^length - 1."""
        return bin_bounds(self.p).apply(self.string(b), self.length, using=[self.above, self.bits(b)]).split()

    def digit(self, b: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """Bit(at(b), length - i) = string(b)(i), for 1 <= i <= length."""
        known = digits_of_bin(self.p).apply(self.length, self.string(b), using=[self.above, self.bits(b)])
        return known.apply(i, using=[low, high])

    def involution(self, b: Term, low: Fact, high: Fact) -> Fact:
        """at(at(b)) = b, for 0 <= b <= 2^length - 1."""
        p, length, there = self.p, self.length, self.at(b)
        weight = lam(i, 2 ** (length - i))
        twice, plain = self.string(there), lam(i, Bit(b, length - i))

        def back(i: Term, first: Fact, last: Fact) -> Fact:
            known, goal = self.digit(b, i, first, last), twice(i) * weight(i) == plain(i) * weight(i)
            return self.values(b, i, first, last, lambda value, parity: p.arith(goal, p.arith(
                twice(i) == plain(i), known, parity, multipliers=[1, self.o(i), plain(i), Bit(there, length - i)]),
                multipliers=[weight(i)]))  # fmt: skip

        same = equal_sums(p, term(1), length, lam(i, twice(i) * weight(i)), lam(i, plain(i) * weight(i)), back)
        whole = bin_of_digits(p).apply(length, b, using=[self.above, low, p.arith(b < 2**length, high)])
        return p.arith(self.at(there) == b, same, whole)

    def permuted(self, f: Term) -> Fact:
        """The sum of f(at(b)) over 0..2^length - 1 is that of f(b)."""
        p, T, K = self.p, lam(b, self.at(b)), 2**self.length
        size = power_positive(p).apply(self.length, using=[self.above])
        claim = conj(T(v) >= 0, T(v) <= K - 1, T(T(v)) == v)
        known = everywhere(p, term(0), K - 1, claim, v, lambda v, low, high: p.both(
            *self.bounds(v), self.involution(v, low, high)))  # fmt: skip
        return permuted(p).apply(K, T, f, using=[p.arith(K >= 0, size), known])


def parity(f: Term, c: Term) -> Term:
    """The sum of f(1), ..., f(c) modulo 2."""
    entries = total(j, 1, c, f(j))
    return entries - 2 * floor(entries / 2)


@once
def parity_toggled(p: Proof) -> Fact:
    """For all f, g, k, c: if 1 <= k <= c, f(k) = 0 or 1, g(k) = 1 - f(k) and g(j) = f(j) for the other j, then the
    parities of f and g add up to 1."""
    f, g = p.fresh("f", "int->int"), p.fresh("g", "int->int")
    k, c = p.fresh("k", "int"), p.fresh("c", "int")
    low, high, bit, changed = p.assume(k >= 1), p.assume(k <= c), p.assume(either(f(k) == 0, f(k) == 1)), p.assume(
        g(k) == 1 - f(k))  # fmt: skip
    others = p.assume(every(j, 1, c, implies(negation(j == k), g(j) == f(j))))
    columns = p.arith(c >= 0, low, high)
    inside = [p.lemma("if_true", k <= c, value, 0, using=[high]) for value in (f(k), g(k))]
    parts = []
    for new, value in ((f, f(k)), (g, g(k))):
        marked = lam(j, where(j == k, value, f(j)))

        def each(j: Term, first: Fact, last: Fact, new: Term = new, value: Term = value) -> Fact:
            goal = new(j) == where(j == k, value, f(j))

            def hit(yes: Fact) -> Fact:
                return p.arith(goal, p.congruent(new, yes), p.lemma("if_true", j == k, value, f(j), using=[yes]))

            def miss(no: Fact) -> Fact:
                known = [] if new is f else [others.apply(j, using=[first, last, no])]
                return p.arith(goal, p.lemma("if_false", j == k, value, f(j), using=[no]), *known)

            return p.decide(j == k, hit, miss)

        parts += [equal_sums(p, term(1), c, new, marked, each), one_changed(p).apply(
            f, k, value, c, using=[low, columns])]  # fmt: skip
    sums = [total(j, 1, c, e(j)) for e in (f, g)]
    equal = p.arith(sums[1] == sums[0] + 1 - 2 * f(k), *parts, *inside, changed)
    halves = [p.lemma("floor", e / 2) for e in sums]
    bounds = []
    for e, half in zip((f, g), halves, strict=True):
        odd = parity(e, c)
        bounds += [p.arith(odd >= 0, half), p.arith(odd <= 1, p.arith(odd < 2, half))]
    goal = parity(f, c) + parity(g, c) == 1
    t = sums[0] - floor(sums[0] / 2) - floor(sums[1] / 2)

    def valued(value: Fact) -> Fact:
        first, last = (
            p.arith(t >= (0 if value.formula.args[1].index == term(0).index else 1), equal, value, *bounds),
            p.arith(t <= (0 if value.formula.args[1].index == term(0).index else 1), equal, value, *bounds),
        )
        return p.arith(goal, equal, value, first, last)

    shown = p.by_cases(bit, valued, valued)
    for premise in (others, changed, bit, high, low):
        shown = p.implication(premise.formula, shown)
    return p.general(f, g, k, c, shown)


class Inputs:
    """The matrix of a number v, and the restriction that the choice ch leaves free one entry of each of its L rows."""

    def __init__(self, p: Proof, parts: Fact) -> None:
        self.p, self.partition = p, Partition(p, parts)
        self.parts = parts
        self.part, self.P, self.L, self.c = parts.formula.args
        self.rows = p.arith(self.L >= 0, self.partition.some_part)
        self.long = p.arith(self.P >= 0, self.partition.positions)
        self.cells = power_positive(p).apply(self.P, using=[self.long])
        self.points = power_positive(p).apply(self.L, using=[self.rows])

    def matrix(self, v: Term) -> Term:
        """Its entries."""
        return lam(i, j, Bit(v, self.part(i - 1)(j - 1)))

    def odd(self, v: Term) -> Term:
        """The parities of its rows."""
        return lam(i, Parity(self.matrix(v), self.c, i))

    def address(self, v: Term) -> Term:
        """The number that the parities represent."""
        return Bin(self.odd(v), self.L)

    def parities(self, v: Term) -> Fact:
        """The parities are bits."""
        p = self.p

        def each(i: Term, low: Fact, high: Fact) -> Fact:
            entries = total(j, 1, self.c, self.matrix(v)(i)(j))
            half, odd = p.lemma("floor", entries / 2), self.odd(v)(i)
            goal = either(odd == 0, odd == 1)
            least, most = p.arith(odd >= 0, half), p.arith(odd <= 1, p.arith(odd < 2, half))
            return p.decide(odd <= 0, lambda yes: p.or_intro(goal, p.arith(odd == 0, yes, least)),
                            lambda no: p.or_intro(goal, p.arith(odd == 1, no, most)))  # fmt: skip

        odd = self.odd(v)
        return p.restate(everywhere(p, term(1), self.L, either(odd(i) == 0, odd(i) == 1), i, each), Bits(odd, self.L))

    def addresses(self, v: Term) -> Flip:
        """How the address of v moves when its free entries are flipped by the bits of a number."""
        return Flip(self.p, self.odd(v), self.L, self.rows, self.parities(v))

    def chosen(self, ch: Term, z: Term, e: Term) -> Term:
        """Whether position e is free and the bit of z for its row is 1."""
        row = integer("row")
        return some(row, 0, self.L - 1, conj(self.partition.position(ch, row) == e, Bit(z, self.L - 1 - row) == 1))

    def flips(self, ch: Term, z: Term) -> Flip:
        """The free entries flipped by the bits of z."""
        p, P = self.p, self.P
        o = lam(i, where(self.chosen(ch, z, P - i), 1, 0))
        claim = either(o(i) == 0, o(i) == 1)
        bits = everywhere(
            p,
            term(1),
            P,
            claim,
            i,
            lambda i, low, high: p.decide(
                self.chosen(ch, z, P - i),
                *[lambda known: p.or_intro(either(o(i) == 0, o(i) == 1), holds(p, self.chosen(ch, z, P - i), known))]
                * 2,
            ),
        )
        return Flip(p, o, P, self.long, p.restate(bits, Bits(o, P)))

    def entry(self, ch: Term, z: Term, v: Term, e: Term, low: Fact, high: Fact) -> Fact:
        """Bit e of the flipped v is Bit(v, e) + [chosen] - 2 Bit(v, e) [chosen], for 0 <= e <= P - 1."""
        p, P, flips = self.p, self.P, self.flips(ch, z)
        there = flips.digit(v, P - e, p.arith(P - e >= 1, high), p.arith(P - e <= P, low))
        moved, x = flips.at(v), p.fresh("x", "int")
        flag = lam(x, where(self.chosen(ch, z, x), 1, 0))
        claim = lam(x, Bit(moved, x) == Bit(v, x) + flag(x) - 2 * Bit(v, x) * flag(x))
        return p.step("equality", [p.ring(P - (P - e), e), there], [claim])

    def row(self, ch: Term, z: Term, v: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """The parity of row i of the flipped v, for 1 <= i <= L: flipped if bit L - i of z is 1."""
        p, L, c, part = self.p, self.L, self.c, self.partition
        moved = self.flips(ch, z).at(v)
        first, last = p.arith(i - 1 >= 0, low), p.arith(i - 1 <= L - 1, high)
        bit, old, new = Bit(z, L - i), self.odd(v)(i), self.odd(moved)(i)
        goal = new == bit + old - 2 * bit * old
        same_bit = p.congruent(lam(k, Bit(z, k)), p.ring(L - 1 - (i - 1), L - i))
        place = part.place(ch, i - 1, first)
        free = Digit(ch, c, i - 1)
        entries = [self.matrix(number)(i) for number in (v, moved)]

        def position(j: Term, start: Fact, end: Fact) -> tuple[Term, list[Fact]]:
            e = self.part(i - 1)(j - 1)
            inside = part.inside.apply(i - 1, using=[first, last]).apply(j - 1, using=[
                p.arith(j - 1 >= 0, start), p.arith(j - 1 <= c - 1, end)])  # fmt: skip
            return e, inside.split()

        def where_(j: Term, start: Fact, end: Fact, known: Fact) -> tuple[Fact, Fact]:
            """From chosen(e) for the entry (i, j): j - 1 is the free place, and the bit of z is 1."""
            row, found = p.obtain(known, "j")
            (least, most), at, one = found.left.split(), found.right.left, found.right.right
            hit = part.different.apply(row, using=[least, most]).apply(
                Digit(ch, c, row), using=part.place(ch, row, least)
            )
            same = hit.apply(i - 1, using=[first, last]).apply(j - 1, using=[
                p.arith(j - 1 >= 0, start), p.arith(j - 1 <= c - 1, end), at])  # fmt: skip
            x = p.fresh("x", "int")
            moved_bit = p.step("equality", [same.left, one], [lam(x, Bit(z, L - 1 - x) == 1)])
            moved_place = p.step("equality", [same.left, same.right], [lam(x, Digit(ch, c, x) == j - 1)])
            return moved_place, p.arith(bit == 1, moved_bit, same_bit)

        def kept(j: Term, start: Fact, end: Fact, never: Callable[[Fact, Fact], Fact]) -> Fact:
            e, inside = position(j, start, end)
            no = p.refute(self.chosen(ch, z, e), lambda known: never(*where_(j, start, end, known)))
            value = self.entry(ch, z, v, e, *inside)
            return p.arith(entries[1](j) == entries[0](j), value, holds(p, self.chosen(ch, z, e), no), multipliers=[
                1, Bit(v, e)])  # fmt: skip

        def still(zero: Fact) -> Fact:
            same = equal_sums(p, term(1), c, entries[1], entries[0], lambda j, start, end: kept(
                j, start, end, lambda place, one: p.arith(false, zero, one)))  # fmt: skip
            x = p.fresh("x", "int")
            equal = p.congruent(lam(x, x - 2 * floor(x / 2)), same)
            return p.arith(goal, p.restate(equal, new == old), zero, multipliers=[1, old])

        def toggled(one: Fact) -> Fact:
            at = free + 1
            start, end = p.arith(at >= 1, place[0]), p.arith(at <= c, place[1])
            e, inside = position(at, start, end)
            x = p.fresh("x", "int")
            spot = p.congruent(lam(x, self.part(i - 1)(x)), p.ring(free, at - 1))
            yes = p.exhibit(self.chosen(ch, z, e), [i - 1], first, last, p.restate(spot, part.position(ch, i - 1) == e),
                            p.arith(Bit(z, L - 1 - (i - 1)) == 1, one, same_bit))  # fmt: skip
            value = self.entry(ch, z, v, e, *inside)
            changed = p.arith(
                entries[1](at) == 1 - entries[0](at),
                value,
                holds(p, self.chosen(ch, z, e), yes),
                multipliers=[1, Bit(v, e)],
            )

            def elsewhere(j: Term, low_: Fact, high_: Fact) -> Fact:
                return under(p, negation(j == at), lambda no: kept(j, low_, high_, lambda place, _: p.conflict(
                    p.arith(j == at, place), no)))  # fmt: skip

            q = p.fresh("j", "int")
            claim = implies(negation(q == at), entries[1](q) == entries[0](q))
            others = everywhere(p, term(1), c, claim, q, elsewhere)
            digit = bit_values(p, v, e, inside[0])
            both = parity_toggled(p).apply(*entries, at, c, using=[start, end, digit, changed, others])
            return p.arith(goal, p.restate(both, old + new == 1), one, multipliers=[1, old])

        return p.by_cases(bit_values(p, z, L - i, p.arith(L - i >= 0, high)), still, toggled)

    def moved_address(self, ch: Term, z: Term, v: Term) -> Fact:
        """The address of the flipped v is the address of v flipped by the bits of z."""
        p, moved = self.p, self.flips(ch, z).at(v)
        weight, string = lam(i, 2 ** (self.L - i)), self.addresses(v).string(z)
        same = equal_sums(
            p,
            term(1),
            self.L,
            lam(i, self.odd(moved)(i) * weight(i)),
            lam(i, string(i) * weight(i)),
            lambda i, low, high: p.arith(
                self.odd(moved)(i) * weight(i) == string(i) * weight(i),
                self.row(ch, z, v, i, low, high),
                multipliers=[weight(i)],
            ),
        )
        return p.restate(same, self.address(moved) == self.addresses(v).at(z))


class Circuit:
    """phi(v) + B(m) + outputs of w ReLU gates: gate j has the bias bias(m)(j) and weights s(j) for the bits of v."""

    def __init__(self, P: Term, q: Term, B: Term, bias: Term, g: Term, s: Term, w: Term) -> None:
        self.P, self.q, self.B, self.bias, self.g, self.s, self.w = P, q, B, bias, g, s, w

    def weighed(self, weights: Term, v: Term) -> Term:
        """The weighted sum of the bits of v."""
        return total(i, 0, self.P - 1, weights(i) * Bit(v, i))

    def value(self, m: Term, v: Term) -> Term:
        """What the output gate compares with 0."""
        gates = total(j, 1, self.w, self.g(j) * maximum(0, self.bias(m)(j) + self.weighed(self.s(j), v)))
        return self.weighed(self.q, v) + self.B(m) + gates

    def fires(self, m: Term, v: Term) -> Term:
        """The output: 1 if the value is at least 0, else 0."""
        return where(self.value(m, v) >= 0, 1, 0)

    def hit(self, m: Term, v: Term, bit: Term) -> Term:
        """1 if the output is the bit of m with this number."""
        return where(self.fires(m, v) == Bit(m, bit), 1, 0)


class Average:
    """The proof of :func:`agreement_bounded`, for given inputs and a circuit, from the facts that it names."""

    def __init__(self, p: Proof, inputs: Inputs, circuit: Circuit, t: Term, kappa: Term, X: Term, rho: Term,
                 facts: list[Fact]) -> None:  # fmt: skip
        self.p, self.inputs, self.circuit, self.t, self.kappa, self.X, self.rho = p, inputs, circuit, t, kappa, X, rho
        self.moments, self.room, self.price, self.costly, self.some_w, self.rare = facts
        self.N, self.P, self.R = 2**inputs.L, inputs.P, inputs.c**inputs.L
        self.big = p.arith(X >= 0, self.room, inputs.points)
        self.tables = power_positive(p).apply(X, using=[self.big])
        self.all_m, self.all_v = p.arith(2**X - 1 + 1 >= 0, self.tables), p.arith(2**self.P - 1 + 1 >= 0, inputs.cells)
        self.all_z = p.arith(self.N - 1 + 1 >= 0, inputs.points)
        gate = Gate(p, circuit.s(term(1)), term(0), inputs.parts)
        self.choices, self.all_ch = gate.choices, gate.some_choices
        self.limit = circuit.w * log(3) + log(3 * self.N + 1) + self.N * (t * t / 2)

    def point(self, ch: Term, v: Term, b: Term) -> Term:
        """The flipped v whose address is b."""
        return self.inputs.flips(ch, self.inputs.addresses(v).at(b)).at(v)

    def hits(self, m: Term) -> Term:
        """The number of v at which the circuit and Andreev's function agree."""
        return total(v, 0, 2**self.P - 1, self.circuit.hit(m, v, self.inputs.address(v)))

    def agreed(self, ch: Term, v: Term, m: Term) -> Term:
        """The number of addresses b at which the circuit, at the flipped v, has bit b of m."""
        return total(b, 0, self.N - 1, self.circuit.hit(m, self.point(ch, v, b), b))

    def unforced(self, ch: Term, v: Term, m: Term, j: Term) -> Term:
        """1 if the threshold gate with the argument of gate j is not forced, else 0."""
        forced = Forced(self.circuit.s(j), -self.circuit.bias(m)(j), self.inputs.part, self.P, self.inputs.L,
                        self.inputs.c, ch, v)  # fmt: skip
        return where(negation(forced), 1, 0)

    def all_unforced(self, ch: Term, v: Term, m: Term) -> Term:
        """How many gates are not forced."""
        return total(j, 1, self.circuit.w, self.unforced(ch, v, m, j))

    def gates(self, ch: Term, v: Term, bias: Term) -> Gates:
        """The gates as functions of the address."""
        u = lam(j, b, self.circuit.weighed(self.circuit.s(j), self.point(ch, v, b)))
        return Gates(self.N, self.circuit.g, u, bias)

    def exponent(self, ch: Term, v: Term, m: Term) -> Term:
        """t (2A - N) - kappa S, with the number of surviving gates."""
        survivors = self.gates(ch, v, self.circuit.bias).survivors(m, self.circuit.w)
        return self.t * (2 * self.agreed(ch, v, m) - self.N) - self.kappa * survivors

    def table_mean(self, ch: Term, v: Term, bias: Term, phi: Term, B: Term) -> Fact:
        """The sum of the exponents over all tables is at most 2^N times the limit, for the gates with these biases."""
        gates = self.gates(ch, v, bias)
        return self.moments.apply(self.t, self.kappa, self.N, gates.g, gates.u, bias, self.circuit.w, phi, B, using=[
            self.inputs.points, self.costly, self.some_w])  # fmt: skip

    def in_block(self, ch: Term, v: Term) -> Fact:
        """The sum of the exponents over all m is at most 2^X times the limit."""
        p, N, X, circuit = self.p, self.N, self.X, self.circuit
        T, q = 2**N, 2 ** (X - N)
        some_n = p.arith(N >= 0, self.inputs.points)
        spare = p.arith(X - N >= 0, self.room)
        sizes = [power_positive(p).apply(e, using=[known]) for e, known in ((N, some_n), (X - N, spare))]
        F = lam(m, self.exponent(ch, v, m))
        blocks = sum_in_blocks(p).apply(F, T, q, using=[p.arith(T >= 0, sizes[0]), p.arith(q >= 0, sizes[1])])
        product = power_sum(p).apply(N, X - N, using=[some_n, spare])
        same = p.congruent(lam(k, 2**k), p.ring(X - N + N, X))
        x = p.fresh("x", "int")
        whole = p.step("equality", [p.arith(q * T == 2**X, product, same), blocks], [
            lam(x, total(m, 0, x - 1, F(m)) == blocks.formula.args[1])])  # fmt: skip
        leading = Leading(p, term(2), N, p.arith(term(2) >= 1), some_n)
        phi = lam(b, circuit.weighed(circuit.q, self.point(ch, v, b)))

        def one(h: Term, low: Fact, high: Fact) -> Fact:
            def at(l: Term) -> Term:
                return h * T + l

            bias, B = lam(l, circuit.bias(at(l))), lam(l, circuit.B(at(l)))
            gates, bound = self.gates(ch, v, bias), self.table_mean(ch, v, bias, phi, B)

            def each(l: Term, first: Fact, last: Fact) -> Fact:
                def hit(b: Term, start: Fact, end: Fact) -> Fact:
                    digit = p.restate(leading.rest(h, l, b, start, end), Bit(at(l), b) == Bit(l, b))
                    x = p.fresh("x", "int")
                    left = circuit.hit(at(l), self.point(ch, v, b), b)
                    return p.step("equality", [digit, p.reflexive(left)], [
                        lam(x, left == where(circuit.fires(at(l), self.point(ch, v, b)) == x, 1, 0))])  # fmt: skip

                inner = lam(b, where(circuit.fires(at(l), self.point(ch, v, b)) == Bit(l, b), 1, 0))
                sums = equal_sums(p, term(0), N - 1, lam(b, circuit.hit(at(l), self.point(ch, v, b), b)), inner, hit)
                survivors = gates.survivors(l, circuit.w)
                right = self.t * (2 * total(b, 0, N - 1, inner(b)) - N) - self.kappa * survivors
                return p.arith(F(at(l)) == right, sums, multipliers=[1, self.t])

            inner = lam(l, self.t * (2 * total(b, 0, N - 1, where(circuit.fires(at(l), self.point(ch, v, b)) == Bit(
                l, b), 1, 0)) - N) - self.kappa * gates.survivors(l, circuit.w))  # fmt: skip
            same = equal_sums(p, term(0), T - 1, lam(l, F(at(l))), inner, each)
            return p.arith(total(l, 0, T - 1, F(at(l))) <= T * self.limit, same, bound)

        nonempty = p.arith(q - 1 + 1 >= 0, sizes[1])
        most = smaller_sum(
            p, term(0), q - 1, lam(h, total(l, 0, T - 1, F(h * T + l))), lam(h, T * self.limit), nonempty, one
        )
        flat = sum_of_constants(p).apply(0, q - 1, T * self.limit, using=[nonempty])
        return p.arith(total(m, 0, 2**X - 1, F(m)) <= 2**X * self.limit, whole, most, flat, product, same, multipliers=[
            1, self.limit])  # fmt: skip

    def survivor(self, ch: Term, v: Term, m: Term, j: Term) -> Fact:
        """A gate that survives is not forced."""
        p, circuit, inputs, N, P = self.p, self.circuit, self.inputs, self.N, self.P
        gates = self.gates(ch, v, circuit.bias)
        unforced = self.unforced(ch, v, m, j)
        forced = unforced.args[0].args[0]
        alive = gates.survives(m, j)
        goal = alive <= unforced

        def live(known: Fact) -> Fact:
            def is_forced(yes: Fact) -> Fact:
                every_pair = p.open_definition(yes)

                def completes(b: Term) -> tuple[Term, Fact]:
                    z = inputs.addresses(v).at(b)
                    moved = inputs.flips(ch, z).at(v)
                    y = lam(i, Bit(moved, i))

                    def each(e: Term, low: Fact, high: Fact) -> Fact:
                        free = Free(inputs.part, inputs.L, inputs.c, ch, e)
                        value = bit_values(p, moved, e, low)
                        entry = inputs.entry(ch, z, v, e, low, high)
                        chosen = inputs.chosen(ch, z, e)
                        kept = either(free, y(e) == Bit(v, e))

                        def hit(found: Fact) -> Fact:
                            row, at = p.obtain(found, "j")
                            shape = body(free)
                            there = p.exhibit(shape, [row], *at.left.split(), at.right.left)
                            return p.or_intro(kept, p.restate(there, free))

                        def miss(no: Fact) -> Fact:
                            return p.or_intro(
                                kept,
                                p.arith(y(e) == Bit(v, e), entry, holds(p, chosen, no), multipliers=[1, Bit(v, e)]),
                            )

                        return p.both(value, p.decide(chosen, hit, miss))

                    e = p.fresh("e", "int")
                    claim = conj(either(y(e) == 0, y(e) == 1), either(
                        Free(inputs.part, inputs.L, inputs.c, ch, e), y(e) == Bit(v, e)))  # fmt: skip
                    formula = Completes(y, inputs.part, P, inputs.L, inputs.c, ch, v)
                    return y, p.restate(everywhere(p, term(0), P - 1, claim, e, each), formula)

                def fires(y: Term) -> Term:
                    return Fires(circuit.s(j), -circuit.bias(m)(j), P, y)

                start = completes(term(0))
                argument = lambda b: gates.argument(m, j, b)  # noqa: E731
                sign = fires(start[0])

                def lit(yes_: Fact) -> Fact:
                    def each(b: Term, low: Fact, high: Fact) -> Fact:
                        y, other = completes(b)
                        there = every_pair.apply(start[0], y, using=[p.both(start[1], other), yes_])
                        return p.arith(argument(b) >= 0, p.unfold(there))

                    on = p.restate(everywhere(p, term(0), N - 1, argument(y) >= 0, y, each), gates.on(m, j))
                    return p.conflict(on, known.left)

                def dark(no: Fact) -> Fact:
                    def each(b: Term, low: Fact, high: Fact) -> Fact:
                        y, other = completes(b)

                        def up(more: Fact) -> Fact:
                            here = p.restate(p.arith(body(fires(y)), more), fires(y))
                            back = every_pair.apply(y, start[0], using=[p.both(other, start[1]), here])
                            return p.conflict(back, no)

                        return p.absurd(argument(b) < 0, lambda not_less: up(p.arith(argument(b) >= 0, not_less)))

                    off = p.restate(everywhere(p, term(0), N - 1, argument(y) < 0, y, each), gates.off(m, j))
                    return p.conflict(off, known.right)

                return p.decide(sign, lit, dark)

            no = p.refute(forced, is_forced)
            return p.arith(goal, holds(p, alive.args[0], known), p.lemma("if_true", unforced.args[0], 1, 0, using=[no]))

        def gone(no: Fact) -> Fact:
            return p.decide(unforced.args[0], *[lambda f: p.arith(goal, holds(p, alive.args[0], no), holds(
                p, unforced.args[0], f))] * 2)  # fmt: skip

        return p.decide(alive.args[0], live, gone)

    def relation(self, ch: Term, m: Term) -> Fact:
        """N times the number of hits is the sum over v of the agreements."""
        p, circuit, inputs, N, P = self.p, self.circuit, self.inputs, self.N, self.P
        last = 2**P - 1
        hit = lam(v, circuit.hit(m, v, inputs.address(v)))
        moved = lam(v, z, hit(inputs.flips(ch, z).at(v)))

        def row(v: Term, low: Fact, high: Fact) -> Fact:
            addresses = inputs.addresses(v)

            def each(b: Term, start: Fact, end: Fact) -> Fact:
                there, point = addresses.at(b), self.point(ch, v, b)
                reached = p.arith(inputs.address(point) == b, inputs.moved_address(ch, there, v), addresses.involution(
                    b, start, end))  # fmt: skip
                x = p.fresh("x", "int")
                left = circuit.hit(m, point, b)
                return p.step("equality", [p.symmetric(reached), p.reflexive(left)], [
                    lam(x, left == circuit.hit(m, point, x))])  # fmt: skip

            same = equal_sums(p, term(0), N - 1, lam(b, circuit.hit(m, self.point(ch, v, b), b)), lam(
                b, moved(v)(addresses.at(b))), each)  # fmt: skip
            shuffled = addresses.permuted(moved(v))
            return p.arith(self.agreed(ch, v, m) == total(z, 0, N - 1, moved(v)(z)), same, shuffled)

        rows = equal_sums(p, term(0), last, lam(v, self.agreed(ch, v, m)), lam(v, total(z, 0, N - 1, moved(v)(z))), row)
        swapped = sums_swapped(p).apply(0, last, 0, N - 1, moved, using=[self.all_z, self.all_v])
        columns = equal_sums(p, term(0), N - 1, lam(z, total(v, 0, last, moved(v)(z))), lam(z, self.hits(m)),
                             lambda z, low, high: inputs.flips(ch, z).permuted(hit))  # fmt: skip
        flat = sum_of_constants(p).apply(0, N - 1, self.hits(m), using=[self.all_z])
        return p.arith(total(v, 0, last, self.agreed(ch, v, m)) == N * self.hits(m), rows, swapped, columns, flat)

    def for_choice(self, ch: Term) -> Fact:
        """The sum over m of 2 t N hits - t N 2^P - kappa times the unforced gates at all v is at most 2^P 2^X limit."""
        p, t, kappa, N, P, X, w = self.p, self.t, self.kappa, self.N, self.P, self.X, self.circuit.w
        last_v, last_m = 2**P - 1, 2**X - 1
        lower = lam(v, m, 2 * t * self.agreed(ch, v, m) + -1 * (t * N + kappa * self.all_unforced(ch, v, m)))
        some_gates = p.arith(w + 1 >= 1, self.some_w)

        def cell(v: Term, m: Term) -> Fact:
            gates = self.gates(ch, v, self.circuit.bias)
            fewer = smaller_sum(
                p,
                term(1),
                w,
                lam(j, gates.survives(m, j)),
                lam(j, self.unforced(ch, v, m, j)),
                some_gates,
                lambda j, low, high: self.survivor(ch, v, m, j),
            )
            return p.arith(lower(v)(m) <= self.exponent(ch, v, m), p.arith(
                kappa * gates.survivors(m, w) <= kappa * self.all_unforced(ch, v, m), self.price, fewer))  # fmt: skip

        def row(v: Term, low: Fact, high: Fact) -> Fact:
            ordered = smaller_sum(p, term(0), last_m, lower(v), lam(m, self.exponent(ch, v, m)), self.all_m,
                                  lambda m, first, last: cell(v, m))  # fmt: skip
            return p.arith(total(m, 0, last_m, lower(v)(m)) <= 2**X * self.limit, ordered, self.in_block(ch, v))

        rows = smaller_sum(p, term(0), last_v, lam(v, total(m, 0, last_m, lower(v)(m))), lam(v, 2**X * self.limit),
                           self.all_v, row)  # fmt: skip
        flat = sum_of_constants(p).apply(0, last_v, 2**X * self.limit, using=[self.all_v])
        swapped = sums_swapped(p).apply(0, last_v, 0, last_m, lower, using=[self.all_m, self.all_v])
        result = lam(
            m, 2 * t * (N * self.hits(m)) - t * N * 2**P - kappa * total(v, 0, last_v, self.all_unforced(ch, v, m))
        )

        def column(m: Term, low: Fact, high: Fact) -> Fact:
            agreed, gates = lam(v, self.agreed(ch, v, m)), lam(v, self.all_unforced(ch, v, m))
            rest = lam(v, t * N * 1 + kappa * gates(v))
            constant = lam(v, term(1))
            parts = [
                sums_linear(p).apply(
                    0, last_v, agreed, lam(v, t * N + kappa * gates(v)), 2 * t, -1, using=[self.all_v]
                ),
                sums_linear(p).apply(0, last_v, constant, gates, t * N, kappa, using=[self.all_v]),
                equal_sums(
                    p,
                    term(0),
                    last_v,
                    lam(v, t * N + kappa * gates(v)),
                    rest,
                    lambda v, *_: p.ring(t * N + kappa * gates(v), rest(v)),
                ),
                sum_of_constants(p).apply(0, last_v, 1, using=[self.all_v]),
            ]
            return p.arith(total(v, 0, last_v, lower(v)(m)) == result(m), *parts, self.relation(ch, m), multipliers=[
                1, t, N * t, t * N])  # fmt: skip

        columns = equal_sums(p, term(0), last_m, lam(m, total(v, 0, last_v, lower(v)(m))), result, column)
        return p.arith(total(m, 0, last_m, result(m)) <= 2**P * (2**X * self.limit), rows, flat, swapped, columns)

    def unforced_at_all(self, m: Term) -> Fact:
        """Over all choices and all v, at most w rho 2^P R gates are unforced."""
        p, P, R, w, rho = self.p, self.P, self.R, self.circuit.w, self.rho
        last_v, last_ch = 2**P - 1, R - 1
        some_gates = p.arith(w + 1 >= 1, self.some_w)
        inner = lam(h, j, total(v, 0, last_v, self.unforced(h, v, m, j)))
        per_choice = equal_sums(
            p,
            term(0),
            last_ch,
            lam(h, total(v, 0, last_v, self.all_unforced(h, v, m))),
            lam(h, total(j, 1, w, inner(h)(j))),
            lambda h, *_: sums_swapped(p).apply(
                0, last_v, 1, w, lam(v, j, self.unforced(h, v, m, j)), using=[some_gates, self.all_v]
            ),
        )
        swapped = sums_swapped(p).apply(0, last_ch, 1, w, inner, using=[some_gates, self.all_ch])
        pairs = p.arith(2**P * R >= 0, self.inputs.cells, self.choices)

        def gate(j: Term, low: Fact, high: Fact) -> Fact:
            chance, _, whole = Gate(p, self.circuit.s(j), -self.circuit.bias(m)(j), self.inputs.parts).share()
            few = self.rare.apply(self.circuit.s(j), -self.circuit.bias(m)(j))
            few = p.arith(chance <= rho, p.restate(few, chance <= rho))
            more = p.arith(chance * 2**P * R <= rho * (2**P * R), few, pairs)
            return p.arith(total(h, 0, last_ch, inner(h)(j)) <= rho * (2**P * R), whole, more)

        most = smaller_sum(
            p, term(1), w, lam(j, total(h, 0, last_ch, inner(h)(j))), lam(j, rho * (2**P * R)), some_gates, gate
        )
        flat = sum_of_constants(p).apply(1, w, rho * (2**P * R), using=[some_gates])
        return p.arith(total(h, 0, last_ch, total(v, 0, last_v, self.all_unforced(h, v, m))) <= w * (rho * (2**P * R)),
                       per_choice, swapped, most, flat)  # fmt: skip

    def bound(self) -> Fact:
        """2 t N H - t N 2^X 2^P - kappa w rho 2^X 2^P <= 2^X 2^P limit, for the number H of hits at all m and v."""
        p, t, kappa, N, P, X, R = self.p, self.t, self.kappa, self.N, self.P, self.X, self.R
        last_v, last_m, last_ch = 2**P - 1, 2**X - 1, R - 1
        gone = lam(h, m, total(v, 0, last_v, self.all_unforced(h, v, m)))
        cell = lam(h, m, 2 * t * (N * self.hits(m)) - t * N * 2**P - kappa * gone(h)(m))
        rows = smaller_sum(p, term(0), last_ch, lam(h, total(m, 0, last_m, cell(h)(m))), lam(
            h, 2**P * (2**X * self.limit)), self.all_ch, lambda h, *_: self.for_choice(h))  # fmt: skip
        flat = sum_of_constants(p).apply(0, last_ch, 2**P * (2**X * self.limit), using=[self.all_ch])
        swapped = sums_swapped(p).apply(0, last_ch, 0, last_m, cell, using=[self.all_m, self.all_ch])
        kept = lam(m, 2 * t * N * R * self.hits(m) + -1 * (R * 2**P * (t * N + kappa * (self.circuit.w * self.rho))))

        def column(m: Term, low: Fact, high: Fact) -> Fact:
            constant = lam(h, 2 * t * (N * self.hits(m)) - t * N * 2**P)
            each = equal_sums(p, term(0), last_ch, lam(h, cell(h)(m)), lam(h, 1 * constant(h) + -kappa * gone(h)(m)),
                              lambda h, *_: p.ring(cell(h)(m), 1 * constant(h) + -kappa * gone(h)(m)))  # fmt: skip
            linear = sums_linear(p).apply(0, last_ch, constant, lam(h, gone(h)(m)), 1, -kappa, using=[self.all_ch])
            sums = sum_of_constants(p).apply(0, last_ch, 2 * t * (N * self.hits(m)) - t * N * 2**P, using=[self.all_ch])
            few = self.unforced_at_all(m)
            left, right = few.formula.args
            costs = p.arith(kappa * left <= kappa * right, self.price, few)
            return p.arith(kept(m) <= total(h, 0, last_ch, cell(h)(m)), each, linear, sums, costs)

        columns = smaller_sum(p, term(0), last_m, kept, lam(m, total(h, 0, last_ch, cell(h)(m))), self.all_m, column)
        loss = R * 2**P * (t * N + kappa * (self.circuit.w * self.rho))
        linear = sums_linear(p).apply(
            0, last_m, lam(m, self.hits(m)), lam(m, loss), 2 * t * N * R, -1, using=[self.all_m]
        )
        constant = sum_of_constants(p).apply(0, last_m, loss, using=[self.all_m])
        H = total(m, 0, last_m, self.hits(m))
        gain = 2 * t * N * H - 2**X * (2**P * (t * N + kappa * (self.circuit.w * self.rho)))
        scaled = p.arith(R * gain <= R * (2**P * (2**X * self.limit)), rows, flat, swapped, columns, linear, constant)
        goal = gain <= 2**P * (2**X * self.limit)
        return p.absurd(goal, lambda no: p.arith(false, scaled, p.arith(
            R * (gain - 2**P * (2**X * self.limit)) > 0, no, self.choices)))  # fmt: skip


@define
def GateArgument(bias: "real", r: "int->real", X: "int", s: "int->real", P: "int", m: "int", v: "int") -> Term:
    """The linear argument of a gate: its bias, weights r for the X bits of m and s for the P bits of v."""
    return bias + total(i, 0, X - 1, r(i) * Bit(m, i)) + total(i, 0, P - 1, s(i) * Bit(v, i))


@define
def CircuitFires(b0: "real", p: "int->real", q: "int->real", g: "int->real", beta: "int->real", r: "int->int->real",
           s: "int->int->real", w: "int", X: "int", P: "int", m: "int", v: "int") -> Term:  # fmt: skip
    """The output threshold gate fires: its bias b0, the direct wires p and q, and g(j) times the output of ReLU gate j,
    for j = 1, ..., w, add up to at least 0."""
    wires = total(i, 0, P - 1, q(i) * Bit(v, i)) + (b0 + total(i, 0, X - 1, p(i) * Bit(m, i)))
    return wires + total(j, 1, w, g(j) * maximum(0, GateArgument(beta(j), r(j), X, s(j), P, m, v))) >= 0


@define
def AndreevBit(part: "int->int->int", L: "int", c: "int", m: "int", v: "int") -> Term:
    """Andreev's function of the string of the bits of m and the matrix of the bits of v, entry (i, j) at
    part(i - 1)(j - 1)."""
    return Andreev(lam(i, Bit(m, i)), lam(i, j, Bit(v, part(i - 1)(j - 1))), L, c)


def agreement(part: Term, L: Term, c: Term, X: Term, P: Term, wires: list[Term], w: Term) -> Term:
    """The fraction of all inputs at which the circuit b0, p, q, g, beta, r, s agrees with Andreev's function."""
    hit = lam(v, where(CircuitFires(*wires, w, X, P, m, v), 1, 0) == AndreevBit(part, L, c, m, v))
    return total(m, 0, 2**X - 1, Chance(hit, 2**P)) / 2**X


def agreement_bounded(p: Proof, parts: Fact, X: Term, wires: list[Term], w: Term, t: Term, kappa: Term, rho: Term,
                      facts: list[Fact], kind: type[Average] = Average) -> Fact:  # fmt: skip
    """2 t N a - t N - kappa w rho <= w log 3 + log(3N + 1) + N t^2/2 for N = 2^L and the agreement a.

    The facts are the moments of circuits, 2^L <= X, kappa >= 0, N (3N + 1) <= exp(kappa), w >= 0, and that no gate
    stays unforced with a probability above rho. Another ``kind`` of average has other facts, and another bound.
    """
    inputs = Inputs(p, parts)
    b0, direct, q, g, beta, r, s = wires
    B = lam(m, b0 + total(i, 0, X - 1, direct(i) * Bit(m, i)))
    bias = lam(m, j, beta(j) + total(i, 0, X - 1, r(j)(i) * Bit(m, i)))
    average = kind(p, inputs, Circuit(inputs.P, q, B, bias, g, s, w), t, kappa, X, rho, facts)
    bound = average.bound()
    all_m, all_v = 2**X, 2**inputs.P
    inverses = [p.lemma("inverse", size, using=[p.arith(negation(size == 0), above)])
                for size, above in ((all_m, average.tables), (all_v, inputs.cells))]  # fmt: skip
    hits = lam(m, average.hits(m))
    scaled = sums_scaled(p).apply(0, all_m - 1, hits, 1 / all_v, using=[average.all_m])
    same = equal_sums(p, term(0), all_m - 1, lam(m, hits(m) / all_v), lam(m, 1 / all_v * hits(m)), lambda m, *_: p.ring(
        hits(m) / all_v, 1 / all_v * hits(m)))  # fmt: skip
    H, whole = total(m, 0, all_m - 1, hits(m)), agreement(*(inputs.part, inputs.L, inputs.c), X, inputs.P, wires, w)
    shares = total(m, 0, all_m - 1, hits(m) / all_v)
    meant = p.restate(p.reflexive(shares / all_m), whole == shares / all_m)
    counted = [p.arith(whole * all_m == shares, meant, inverses[0], multipliers=[all_m, shares]),
               p.arith(shares * all_v == H, same, scaled, inverses[1], multipliers=[all_v, H])]  # fmt: skip
    counted = p.arith(whole * (all_m * all_v) == H, *counted, multipliers=[1, all_v])
    N = average.N
    gain = 2 * t * N * whole - t * N - kappa * (w * rho) - average.limit
    size = p.arith(all_m * all_v > 0, average.tables, inputs.cells)
    small = p.arith(gain * (all_m * all_v) <= 0, bound, counted, multipliers=[1, 2 * t * N])
    goal = 2 * t * N * whole - t * N - kappa * (w * rho) <= average.limit
    return p.absurd(goal, lambda no: p.arith(false, small, p.arith(gain * (all_m * all_v) > 0, no, size)))
