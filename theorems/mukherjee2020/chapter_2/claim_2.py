"""Claim 2, restrictions of Andreev's function: its table is x with shuffled places, not x; random x, random table."""

from collections.abc import Callable

import numpy as np

from numerics.andreev import andreev, andreev_shape
from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, equal_sums, everywhere, longer_sum, once, smaller_sum, sum_of_constants
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    either,
    every,
    floor,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.andreev import (
    Andreev,
    Bin,
    Bits,
    Columns,
    HalfLog,
    MatrixBits,
    Parity,
    bin_bounds,
    bin_of_digits,
    bit_values,
    digits_of_bin,
    filled,
)
from theorems.mukherjee2020.boolean import (
    Bit,
    Boolean,
    Chance,
    matches,
    matches_count,
    power_positive,
    power_sum,
    powers_defined,
    same_indicators,
)

claim = Claim(
    "mukherjee2020", "claim", "2", section="2.6", family="boolean_circuits",
    title="the restricted Andreev function and its truth table", uses=["definition_10"],
    statement=r"""Let $\rho$ fix all input bits of $A_n$ except one bit in each row of the matrix. The truth table of
    $A_n|_\rho$, a function of $L = \lfloor\log_2(n/2)\rfloor$ bits, is the string $x$ that $\rho$ fixes. So for
    uniform $\rho$ the function $A_n|_\rho$ is uniform among all Boolean functions of $L$ bits.""",
)  # fmt: skip

n, L, b, i, j, k, m, r = (integer(name) for name in ("n", "L", "b", "i", "j", "k", "m", "r"))
x, y, free, g = (function(name, "int->int") for name in ("x", "y", "free", "g"))
a = function("a", "int->int->int")
c = Columns(n, L)


def restriction(*more: Term) -> Term:
    """A matrix of bits and a free place in each row; that there is a row, L >= 1, says that n >= 4."""
    return conj(L >= 1, HalfLog(n, L), MatrixBits(a, L, c), every(i, 1, L, between(1, free(i), c)), *more)


def flipped(y: Term, a: Term, free: Term, c: Term) -> Term:
    """The string y, flipped in those rows whose fixed entries have an odd sum."""
    odd = lam(i, Parity(filled(a, free, lam(i, term(0))), c, i))
    return lam(i, y(i) + odd(i) - 2 * y(i) * odd(i))


def digits(b: Term, L: Term) -> Term:
    """The bit string of length L that represents b."""
    return lam(i, Bit(b, L - i))


restricted = Andreev(x, filled(a, free, y), L, c)
shuffled = forall(n, L, x, a, free, y, implies(
    restriction(Bits(y, L)), restricted == x(Bin(flipped(y, a, free, c), L))))  # fmt: skip
table = lam(m, b, Andreev(lam(i, Bit(m, i)), filled(a, free, digits(b, L)), L, c))  # x given by the digits of m
is_g = lam(m, every(b, 0, 2**L - 1, table(m)(b) == g(b)))
uniform = forall(n, L, a, free, g, implies(
    restriction(Boolean(g, 2**L)), Chance(is_g, 2 ** floor(n / 2)) == term(1) / 2 ** (2**L)))  # fmt: skip

# The value at y, and the bits of x at y, at the flipped y, and at the parities of the fixed entries alone.
value, straight, moved, ignored = (real(name) for name in ("value", "straight", "moved", "odd"))

printed = claim.variant(
    "printed", forall(n, L, x, a, free, y, implies(
        restriction(Boolean(x, floor(n / 2)), Bits(y, L)), restricted == x(Bin(y, L)))), expect="refuted",
    why="The fixed entries of a row count in its parity: where their sum is odd, the free bit acts inverted. (Besides, "
        "x is longer than the table unless floor(n/2) is a power of two.)",
    counterexample="n = 4, L = 1, c = 2, a = (free, 1), x = (0, 1): the free bit 0 gives parity 1 and the value "
                   "x_1 = 1, the free bit 1 gives parity 0 and the value x_0 = 0, so the truth table is (1, 0).",
    observed=value == straight,
)  # fmt: skip
repaired = claim.variant(
    "repaired", conj(shuffled, uniform), expect="proved",
    why="The value at y is x at y XOR the parities of the fixed entries. XOR permutes the places, so that for any "
        "fixed part of the matrix, and uniform x, every truth table has the same probability.",
    observed=value == moved,
)  # fmt: skip


@claim.refute(printed)
def at_four(p: Proof, goal: Term) -> Fact:
    def wrong(claimed: Fact) -> Fact:
        there = claimed(4, 1, lam(i, i), lam(i, j, term(1)), lam(i, term(1)), lam(i, term(0)))
        premise, conclusion = there.formula.args
        known = p.restate(p.compute(Term(TABLE.unfold(premise.index))), premise)
        return p.conflict(
            p.unfold(p.modus_ponens(there, known)), p.compute(Term(TABLE.unfold(negation(conclusion).index)))
        )

    return p.refute(goal, wrong)


@once
def one_changed(p: Proof) -> Fact:
    """For all f, k >= 1, v, c >= 0: the sum of f over 1..c with v for f(k) exceeds that with 0 by v, if k <= c."""
    f, k, v = p.fresh("f", "int->int"), p.fresh("k", "int"), p.fresh("v", "int")
    positive = p.assume(k >= 1)
    new, old = (lam(j, where(j == k, value, f(j))) for value in (v, term(0)))

    def claimed(c: Term) -> Term:
        return total(j, 1, c, new(j)) == total(j, 1, c, old(j)) + where(k <= c, v, 0)

    def base() -> Fact:
        none = [empty_sum(p, term(1), term(0), h) for h in (new, old)]
        missing = p.lemma("if_false", k <= 0, v, 0, using=[p.arith(negation(k <= 0), positive)])
        return p.arith(claimed(term(0)), *none, missing)

    def step(c: Term, low: Fact, here: Fact) -> Fact:
        longer = [longer_sum(p, term(1), c, h, low) for h in (new, old)]

        def at(fact: str, condition: Term, value: Term, other: Term, known: Fact) -> Fact:
            return p.lemma(fact, condition, value, other, using=[known])

        def here_now(yes: Fact) -> Fact:
            values = [at("if_true", c + 1 == k, value, f(c + 1), yes) for value in (v, term(0))]
            before = at("if_false", k <= c, v, term(0), p.arith(negation(k <= c), yes))
            after = at("if_true", k <= c + 1, v, term(0), p.arith(k <= c + 1, yes))
            return p.arith(claimed(c + 1), here, *longer, *values, before, after)

        def elsewhere(no: Fact) -> Fact:
            values = [at("if_false", c + 1 == k, value, f(c + 1), no) for value in (v, term(0))]

            def passed(yes: Fact) -> Fact:
                both = [at("if_true", k <= e, v, term(0), p.arith(k <= e, yes)) for e in (c, c + 1)]
                return p.arith(claimed(c + 1), here, *longer, *values, *both)

            def ahead(late: Fact) -> Fact:
                beyond = p.arith(negation(k <= c + 1), late, p.absurd(k > c + 1, lambda not_more: p.conflict(
                    p.arith(c + 1 == k, not_more, late), no)))  # fmt: skip
                both = [at("if_false", k <= e, v, term(0), known) for e, known in ((c, late), (c + 1, beyond))]
                return p.arith(claimed(c + 1), here, *longer, *values, *both)

            return p.decide(k <= c, passed, ahead)

        return p.decide(c + 1 == k, here_now, elsewhere)

    return p.general(f, k, p.implication(positive.formula, p.general(v, p.induction("c", 0, claimed, base, step))))


def row_parity(p: Proof, y: Term, a: Term, free: Term, c: Term, i: Term, within: Fact, bit: Fact) -> Fact:
    """Parity of row i with the free entry y(i): the parity with 0 there, flipped if y(i) = 1."""
    low, high = within.split()
    entries = [total(j, 1, c, filled(a, free, z)(i)(j)) for z in (y, lam(i, term(0)))]
    changed = one_changed(p).apply(a(i), free(i), y(i), c, using=[low, p.arith(c >= 0, low, high)])
    inside = p.lemma("if_true", free(i) <= c, y(i), 0, using=[high])
    equal = p.arith(entries[0] == entries[1] + y(i), changed, inside)
    halves = [p.lemma("floor", e / 2) for e in entries]
    odd = Parity(filled(a, free, lam(i, term(0))), c, i)
    goal = Parity(filled(a, free, y), c, i) == y(i) + odd - 2 * y(i) * odd
    bounds = p.arith(odd >= 0, halves[1]), p.arith(odd <= 1, p.arith(odd < 2, halves[1]))

    def valued(value: Fact) -> Fact:
        def even(yes: Fact) -> Fact:
            none = p.arith(odd == 0, yes, bounds[0])
            q = p.arith(floor(entries[0] / 2) == floor(entries[1] / 2), equal, value, none, halves[0])
            return p.arith(goal, equal, value, none, q, multipliers=[1, odd, y(i)])

        def uneven(no: Fact) -> Fact:
            one = p.arith(odd == 1, no, bounds[1])
            q = p.arith(floor(entries[0] / 2) == floor(entries[1] / 2) + y(i), equal, value, one, halves[0])
            return p.arith(goal, equal, value, one, q, multipliers=[1, odd, y(i)])

        return p.decide(odd <= 0, even, uneven)

    return p.by_cases(bit, valued, valued)


class Restricted:
    """A restriction of the hypotheses: n, L, the matrix a with its free places."""

    def __init__(self, p: Proof, n: Term, L: Term, a: Term, free: Term, facts: list[Fact]) -> None:
        self.p, self.L, self.a, self.free, self.c = p, L, a, free, Columns(n, L)
        _, self.shape, _, self.places = facts[:4]
        self.rows, self.least, _ = p.open_definition(self.shape).split()
        self.last = 2**L - 1

    def at(self, y: Term) -> Term:
        """The flipped string."""
        return flipped(y, self.a, self.free, self.c)

    def odd(self, i: Term) -> Term:
        """The parity of the fixed entries of row i."""
        return Parity(filled(self.a, self.free, lam(r, term(0))), self.c, i)

    def value(self, x: Term, y: Term, bits: Fact) -> Fact:
        """The value at y is x at the flipped y."""
        p, each = self.p, self.p.open_definition(bits)
        parities, weight = lam(i, Parity(filled(self.a, self.free, y), self.c, i)), lam(i, 2 ** (self.L - i))

        def row(i: Term, low: Fact, high: Fact) -> Fact:
            within, bit = (known.apply(i, using=[low, high]) for known in (self.places, each))
            equal = row_parity(p, y, self.a, self.free, self.c, i, within, bit)
            return p.arith(parities(i) * weight(i) == self.at(y)(i) * weight(i), equal, multipliers=[weight(i)])

        same = equal_sums(p, term(1), self.L, lam(i, parities(i) * weight(i)), lam(i, self.at(y)(i) * weight(i)), row)
        there = p.restate(same, Bin(parities, self.L) == Bin(self.at(y), self.L))
        goal = Andreev(x, filled(self.a, self.free, y), self.L, self.c) == x(Bin(self.at(y), self.L))
        return p.restate(p.congruent(x, there), goal)

    def digit_bits(self, b: Term) -> Fact:
        """The digits of b are bits."""
        p, L = self.p, self.L
        claim = either(digits(b, L)(i) == 0, digits(b, L)(i) == 1)
        return p.restate(everywhere(p, term(1), L, claim, i, lambda i, low, high: bit_values(
            p, b, L - i, p.arith(L - i >= 0, high))), Bits(digits(b, L), L))  # fmt: skip

    def odd_values(self, i: Term) -> Fact:
        """The parity of the fixed entries is 0 or 1."""
        p, odd = self.p, self.odd(i)
        goal, half = either(odd == 0, odd == 1), p.lemma("floor", total(j, 1, self.c, filled(
            self.a, self.free, lam(r, term(0)))(i)(j)) / 2)  # fmt: skip
        low, high = p.arith(odd >= 0, half), p.arith(odd <= 1, p.arith(odd < 2, half))
        return p.decide(odd <= 0, lambda yes: p.or_intro(goal, p.arith(odd == 0, yes, low)),
                        lambda no: p.or_intro(goal, p.arith(odd == 1, no, high)))  # fmt: skip

    def place(self, b: Term) -> Term:
        """The place of x that the table shows at b."""
        return Bin(self.at(digits(b, self.L)), self.L)

    def flipped_bits(self, b: Term) -> Fact:
        """The flipped digits of b are bits."""
        p, y = self.p, digits(b, self.L)
        claim, each = either(self.at(y)(i) == 0, self.at(y)(i) == 1), p.open_definition(self.digit_bits(b))

        def bit(i: Term, low: Fact, high: Fact) -> Fact:
            goal, odd = either(self.at(y)(i) == 0, self.at(y)(i) == 1), self.odd(i)

            def known(value: Fact, parity: Fact) -> Fact:
                result = 0 if value.formula.args[1].index == parity.formula.args[1].index else 1
                return p.or_intro(goal, p.arith(self.at(y)(i) == result, value, parity, multipliers=[1, odd, y(i)]))

            return p.by_cases(each.apply(i, using=[low, high]), *[lambda value: p.by_cases(
                self.odd_values(i), *[lambda parity: known(value, parity)] * 2)] * 2)  # fmt: skip

        return p.restate(everywhere(p, term(1), self.L, claim, i, bit), Bits(self.at(y), self.L))

    def bounds(self, b: Term) -> list[Fact]:
        """0 <= place(b) and place(b) <= 2^L - 1."""
        return (
            bin_bounds(self.p)
            .apply(self.at(digits(b, self.L)), self.L, using=[self.rows, self.flipped_bits(b)])
            .split()
        )

    def involution(self, b: Term, low: Fact, high: Fact) -> Fact:
        """place(place(b)) = b, for 0 <= b < 2^L."""
        p, L, there = self.p, self.L, self.place(b)
        twice, once_, plain = self.at(digits(there, L)), self.at(digits(b, L)), digits(b, L)
        weight = lam(i, 2 ** (L - i))

        def back(i: Term, first: Fact, last: Fact) -> Fact:
            known = (
                digits_of_bin(p).apply(L, once_, using=[self.rows, self.flipped_bits(b)]).apply(i, using=[first, last])
            )
            odd, goal = self.odd(i), twice(i) * weight(i) == plain(i) * weight(i)
            return p.by_cases(self.odd_values(i), *[lambda parity: p.arith(goal, p.arith(
                twice(i) == plain(i), known, parity, multipliers=[1, odd, plain(i), digits(there, L)(i)]),
                multipliers=[weight(i)])] * 2)  # fmt: skip

        same = equal_sums(p, term(1), L, lam(i, twice(i) * weight(i)), lam(i, plain(i) * weight(i)), back)
        return p.arith(self.place(there) == b, same, bin_of_digits(p).apply(L, b, using=[self.rows, low, high]))


def shuffle(p: Proof) -> Fact:
    """The first sentence, repaired."""
    (n, L, x, a, free, y), facts, _ = p.intro(shuffled)
    return p.conclude(shuffled, [n, L, x, a, free, y], Restricted(p, n, L, a, free, facts).value(x, y, facts[4]))


def evenly(p: Proof) -> Fact:
    """The second sentence: the truth table agrees with g as often as x agrees with g at the shuffled places."""
    (n, L, a, free, g), facts, conclusion = p.intro(uniform)
    rest, boolean = Restricted(p, n, L, a, free, facts), facts[4]
    zero, last, c = term(0), 2**L - 1, Columns(n, L)
    table = lam(m, b, Andreev(lam(i, Bit(m, i)), filled(a, free, digits(b, L)), L, c))
    each, h = p.open_definition(boolean), lam(k, g(rest.place(k)))
    shown = lam(m, every(b, 0, last, table(m)(b) == g(b)))

    def at(m: Term, b: Term) -> Fact:
        """The table at b is x at place(b)."""
        return rest.value(lam(i, Bit(m, i)), digits(b, L), rest.digit_bits(b))

    def inverse(b: Term, low: Fact, high: Fact) -> Fact:
        return rest.involution(b, low, p.arith(b < 2**L, high))

    def there(m: Term) -> Callable[[Fact], Fact]:
        def known(found: Fact) -> Fact:
            def agree(k: Term, low: Fact, high: Fact) -> Fact:
                place, z = rest.place(k), p.fresh("z", "int")
                value = p.arith(
                    g(place) == Bit(m, rest.place(place)), found.apply(place, using=rest.bounds(k)), at(m, place)
                )
                return p.step("equality", [inverse(k, low, high), value], [lam(z, g(place) == Bit(m, z))])

            return everywhere(p, zero, last, h(k) == Bit(m, k), k, agree)

        return known

    def back(m: Term) -> Callable[[Fact], Fact]:
        def known(found: Fact) -> Fact:
            def agree(b: Term, low: Fact, high: Fact) -> Fact:
                place, z = rest.place(b), p.fresh("z", "int")
                value = p.step("equality", [inverse(b, low, high), found.apply(place, using=rest.bounds(b))],
                               [lam(z, g(z) == Bit(m, place))])  # fmt: skip
                return p.arith(table(m)(b) == g(b), value, at(m, b))

            return everywhere(p, zero, last, table(m)(b) == g(b), b, agree)

        return known

    half, double = p.lemma("floor", n / 2), p.lemma("power_step", 2, L, using=[rest.rows])
    size, spare = power_positive(p).apply(L, using=[rest.rows]), floor(n / 2) - 2**L
    room = p.arith(spare >= 0, p.arith(floor(n / 2) >= 2**L, rest.least, double, half))
    powers = power_sum(p).apply(2**L, spare, using=[p.arith(2**L >= 0, size), room])
    counted = 2 ** floor(n / 2) - 1
    same = equal_sums(
        p, zero, counted, lam(m, where(shown(m), 1, 0)), lam(m, where(matches(h, m, 2**L), 1, 0)),
        lambda m, low, high: same_indicators(p, shown(m), matches(h, m, 2**L), there(m), back(m)))  # fmt: skip
    boolean_h = p.restate(everywhere(p, zero, last, either(h(k) == 0, h(k) == 1), k, lambda k, low, high: each.apply(
        rest.place(k), using=rest.bounds(k))), Boolean(h, 2**L))  # fmt: skip
    count = matches_count(p).apply(h, 2**L, using=[p.arith(2**L >= 0, size), boolean_h]).apply(spare, using=[room])
    wholes = [power_positive(p).apply(e, using=[p.arith(e >= 0, size, room)]) for e in (floor(n / 2), 2**L)]
    inverses = [
        p.lemma("inverse", w.formula.args[1], using=[p.arith(negation(w.formula.args[1] == 0), w)]) for w in wholes
    ]
    share, part = 1 / 2 ** floor(n / 2), 1 / 2 ** (2**L)
    ratio = p.arith(2**spare * share == part, powers, *inverses, multipliers=[share * part, part, 2**spare * share])
    hits = p.arith(total(m, 0, counted, where(shown(m), 1, 0)) == 2**spare, same, count)
    return p.conclude(uniform, [n, L, a, free, g], p.arith(conclusion, hits, ratio, multipliers=[share, 1]))


@claim.prove(repaired)
def by_flipping_twice(p: Proof, goal: Term) -> Fact:
    return p.both(shuffle(p), evenly(p))


@claim.defined(repaired)
def addresses_are_natural(p: Proof, formula: Term) -> Fact:
    """A number made of parities is not negative, so that it may be an exponent of 2."""

    def special(goal: Term, facts: list[Fact]) -> Fact | None:
        whole = goal.args[1] if goal.op == "<=" else goal
        if whole.op == "+" and whole.args[0].op == "sum":
            return p.arith(goal, special(goal.args[0] <= whole.args[0], facts))
        if whole.op != "sum":
            return None
        low, high, weight = whole.args

        def each(i: Term, first: Fact, last: Fact) -> Fact:
            parity, power = weight(i).args
            half = p.lemma("floor", parity.args[1].args[1].args[0])
            size = power_positive(p).apply(power.args[1], using=[p.arith(power.args[1] >= 0, last)])
            return p.arith(weight(i) >= 0, p.arith(parity >= 0, half), size)

        nonempty = p.arith(low <= high + 1, *facts)
        none = sum_of_constants(p).apply(low, high, 0, using=[nonempty])
        return p.arith(goal, smaller_sum(p, low, high, lam(i, term(0)), weight, nonempty, each), none)

    return powers_defined(p, formula, special=special)


@claim.instances
def restrictions(rng, n):
    """Random restrictions and inputs y for eight n from 4 to 64: the value of the restricted function, and the bits of
    x at y, at y flipped by the parities of the fixed entries, and at these parities alone."""
    result = np.zeros((4, n))
    for start, size in enumerate((4, 5, 6, 8, 12, 16, 33, 64)):
        rows = np.arange(start, n, 8)
        shape = andreev_shape(size)
        x = rng.integers(0, 2, size=(len(rows), shape.table))
        a = rng.integers(0, 2, size=(len(rows), shape.rows, shape.columns))
        y = rng.integers(0, 2, size=(len(rows), shape.rows))
        free = rng.integers(0, shape.columns, size=(len(rows), shape.rows, 1))
        place = 1 << np.arange(shape.rows)[::-1]
        np.put_along_axis(a, free, 0, axis=2)
        odd = a.sum(axis=2) % 2
        np.put_along_axis(a, free, y[:, :, None], axis=2)
        every = np.arange(len(rows))
        result[:, rows] = andreev(size, x, a), x[every, y @ place], x[every, (y ^ odd) @ place], x[every, odd @ place]
    return dict(zip(("value", "straight", "moved", "odd"), result, strict=True))


claim.mutant("x itself", repaired, value == straight)
claim.mutant("the fixed entries alone", repaired, value == ignored)
