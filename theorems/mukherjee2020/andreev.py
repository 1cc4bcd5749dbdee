"""Andreev's function (Definition 10) and its restrictions, each a definition by formula."""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, equal_sums, longer_sum, once, sums_scaled
from numerics.terms import (
    Term,
    between,
    conj,
    define,
    either,
    every,
    floor,
    implies,
    integer,
    lam,
    negation,
    term,
    total,
    where,
)
from theorems.mukherjee2020.boolean import Bit, floor_is, floor_small, power_positive

i, j = integer("i"), integer("j")


@define
def HalfLog(n: "int", L: "int") -> Term:
    """L is the integer part of log2(n/2), for n >= 2: 2^L <= n/2 < 2^(L+1)."""
    return conj(L >= 0, n >= 2 ** (L + 1), n < 2 ** (L + 2))


@define
def Columns(n: "int", L: "int") -> Term:
    """The number of columns of the matrix, which has L rows."""
    return floor(n / (2 * L))


@define
def Bits(z: "int->int", L: "int") -> Term:
    """z(1), ..., z(L) are 0 or 1."""
    return every(i, 1, L, either(z(i) == 0, z(i) == 1))


@define
def Bin(z: "int->int", L: "int") -> Term:
    """The number that the bit string z(1) ... z(L) represents, z(1) the most significant."""
    return total(i, 1, L, z(i) * 2 ** (L - i))


@define
def Parity(a: "int->int->int", c: "int", i: "int") -> Term:
    """The sum of row i of a matrix with c columns, modulo 2."""
    entries = total(j, 1, c, a(i)(j))
    return entries - 2 * floor(entries / 2)


@define
def Andreev(x: "int->int", a: "int->int->int", L: "int", c: "int") -> Term:
    """The bit of x whose number, from 0, the parities of the L rows of a represent."""
    return x(Bin(lam(i, Parity(a, c, i)), L))


@define
def MatrixBits(a: "int->int->int", L: "int", c: "int") -> Term:
    """The entries of a matrix with L rows and c columns are 0 or 1."""
    return every(i, 1, L, Bits(a(i), c))


def filled(a: Term, free: Term, y: Term) -> Term:
    """The matrix a, with y(i) at column free(i) of row i: what a restriction leaves free, filled in."""
    return lam(i, j, where(j == free(i), y(i), a(i)(j)))


@once
def bin_bounds(p: Proof) -> Fact:
    """For all z and L >= 0: if z(1), ..., z(L) are bits, then 0 <= Bin(z, L) and Bin(z, L) <= 2^L - 1."""
    z, L = p.fresh("z", "int->int"), p.fresh("L", "int")
    above, bits = p.assume(L >= 0), p.assume(Bits(z, L))
    each = p.open_definition(bits)
    digit = lam(i, z(i) * 2 ** (L - i))

    def claimed(k: Term) -> Term:
        part = total(i, 1, k, digit(i))
        return implies(k <= L, between(term(0), part, 2**L - 2 ** (L - k)))

    def base() -> Fact:
        none = empty_sum(p, term(1), term(0), digit)
        parts = claimed(term(0)).args[1].args
        return p.implication(term(0) <= L, p.both(*(p.arith(part, none) for part in parts)))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        short = p.assume(k + 1 <= L)
        before = p.modus_ponens(here, p.arith(k <= L, short))
        longer = longer_sum(p, term(1), k, digit, low)
        bit = each.apply(k + 1, using=[p.arith(k + 1 >= 1, low), short])
        rest = p.arith(L - (k + 1) >= 0, short)
        double, size = (
            p.lemma("power_step", 2, L - (k + 1), using=[rest]),
            power_positive(p).apply(L - (k + 1), using=[rest]),
        )

        def valued(value: Fact) -> Fact:
            parts = claimed(k + 1).args[1].args
            return p.both(*(p.arith(part, before, longer, double, size, value, multipliers=[1, 2 ** (L - (k + 1))])
                            for part in parts))  # fmt: skip

        return p.implication(short.formula, p.by_cases(bit, valued, valued))

    whole = p.induction("k", 0, claimed, base, step).apply(L, using=[above, p.arith(L <= L)])
    one = p.lemma("power_zero", 2)
    shown = p.both(p.arith(Bin(z, L) >= 0, whole.left), p.arith(Bin(z, L) <= 2**L - 1, whole.right, one))
    return p.general(z, L, p.implication(above.formula, p.implication(bits.formula, shown)))


@once
def halved(p: Proof) -> Fact:
    """For all k >= 0 and m: with q = floor(m / 2^(k+1)), 2q <= floor(m / 2^k) and floor(m / 2^k) <= 2q + 1."""
    m, k = p.fresh("m", "int"), p.fresh("k", "int")
    above = p.assume(k >= 0)
    sizes = [power_positive(p).apply(e, using=[p.arith(e >= 0, above)]) for e in (k, k + 1)]
    double = p.lemma("power_step", 2, k, using=[above])
    inverses = [p.lemma("inverse", 2**e, using=[p.arith(negation(2**e == 0), size)])
                for e, size in zip((k, k + 1), sizes, strict=True)]  # fmt: skip
    half = p.arith(m / 2 ** (k + 1) == m / 2**k / 2, *inverses, double,
                   multipliers=[m / 2**k / 2, m / 2 ** (k + 1), m / 2**k / 2 ** (k + 1)])  # fmt: skip
    floors = [p.lemma("floor", m / 2**e) for e in (k, k + 1)]
    q, whole = floor(m / 2 ** (k + 1)), floor(m / 2**k)
    shown = p.both(p.arith(2 * q <= whole, p.arith(2 * q < whole + 1, *floors, half)),
                   p.arith(whole <= 2 * q + 1, p.arith(whole < 2 * q + 2, *floors, half)))  # fmt: skip
    return p.general(m, k, p.implication(above.formula, shown))


def bit_values(p: Proof, m: Term, k: Term, above: Fact) -> Fact:
    """Bit(m, k) = 0 or Bit(m, k) = 1, for k >= 0."""
    low, high = halved(p).apply(m, k, using=[above]).split()
    goal, bit = either(Bit(m, k) == 0, Bit(m, k) == 1), Bit(m, k)
    return p.decide(bit <= 0, lambda yes: p.or_intro(goal, p.arith(bit == 0, yes, low)),
                    lambda no: p.or_intro(goal, p.arith(bit == 1, no, high)))  # fmt: skip


@once
def digits_of_bin(p: Proof) -> Fact:
    """For all L >= 0, z, j: if z(1), ..., z(L) are bits and 1 <= j <= L, then Bit(Bin(z, L), L - j) = z(j)."""
    L, z, j = p.fresh("L", "int"), p.fresh("z", "int->int"), p.fresh("j", "int")
    above, bits = p.assume(L >= 0), p.assume(Bits(z, L))
    each, B = p.open_definition(bits), Bin(z, L)
    prefix = lam(j, total(i, 1, j, z(i) * 2 ** (j - i)))

    def longer(j: Term, low: Fact) -> Fact:
        """prefix(j + 1) = 2 prefix(j) + z(j + 1), for j >= 0."""
        digit, more = lam(i, z(i) * 2 ** (j - i)), lam(i, z(i) * 2 ** (j + 1 - i))
        last = longer_sum(p, term(1), j, more, low)
        doubled = equal_sums(p, term(1), j, more, lam(i, 2 * digit(i)), lambda i, _, high: p.arith(
            more(i) == 2 * digit(i), p.lemma("power_step", 2, j - i, using=[p.arith(j - i >= 0, high)]),
            multipliers=[z(i)]))  # fmt: skip
        scaled = sums_scaled(p).apply(1, j, digit, 2, using=[p.arith(j + 1 >= 1, low)])
        return p.arith(prefix(j + 1) == 2 * prefix(j) + z(j + 1), last, doubled, scaled, p.lemma("power_zero", 2),
                       multipliers=[1, z(j + 1)])  # fmt: skip

    def claimed(k: Term) -> Term:
        return implies(k <= L, floor(B / 2**k) == prefix(L - k))

    def moved(j: Term, fact: Callable[[Term], Term], known: Fact, to: Term) -> Fact:
        return p.step("equality", [p.ring(j, to), known], [lam(i, fact(i))])

    def base() -> Fact:
        one = p.lemma("power_zero", 2)
        inverse = p.lemma("inverse", term(2) ** 0, using=[p.arith(negation(term(2) ** 0 == 0), one)])
        whole = p.arith(B / term(2) ** 0 == B, inverse, one, multipliers=[B, B / term(2) ** 0])
        known = floor_is(p, B / term(2) ** 0, prefix(L), p.arith(prefix(L) <= B / term(2) ** 0, whole),
                         p.arith(B / term(2) ** 0 < prefix(L) + 1, whole))  # fmt: skip
        return p.implication(term(0) <= L, moved(L, lambda t: floor(B / term(2) ** 0) == prefix(t), known, L - 0))

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        short = p.assume(k + 1 <= L)
        before = p.modus_ponens(here, p.arith(k <= L, short))
        left = L - (k + 1)
        grown = moved(left + 1, lambda t: prefix(t) == 2 * prefix(left) + z(left + 1), longer(
            left, p.arith(left >= 0, short)), L - k)  # fmt: skip
        bounds = halved(p).apply(B, k, using=[low])
        bit = each.apply(left + 1, using=[p.arith(left + 1 >= 1, short), p.arith(left + 1 <= L, low)])
        goal = floor(B / 2 ** (k + 1)) == prefix(left)
        shown = p.by_cases(bit, *[lambda value: p.arith(goal, before, grown, bounds, value)] * 2)
        return p.implication(short.formula, shown)

    floors = p.induction("k", 0, claimed, base, step)
    within = p.assume(between(term(1), j, L))
    first, last = within.split()
    here, there = (floors.apply(k, using=[p.arith(k >= 0, first, last), p.arith(k <= L, first)])
                   for k in (L - j, L - (j - 1)))  # fmt: skip
    here = moved(L - (L - j), lambda t: floor(B / 2 ** (L - j)) == prefix(t), here, j - 1 + 1)
    there = moved(L - (L - (j - 1)), lambda t: floor(B / 2 ** (L - (j - 1))) == prefix(t), there, j - 1)
    shown = p.arith(Bit(B, L - j) == z(j), here, there, longer(j - 1, p.arith(j - 1 >= 0, first)))
    shown = p.general(j, p.implication(within.formula, shown))
    return p.general(L, z, p.implication(above.formula, p.implication(bits.formula, shown)))


@once
def bin_of_digits(p: Proof) -> Fact:
    """For all L >= 0, b: if 0 <= b < 2^L, the number with the digits of b is b."""
    L, b = p.fresh("L", "int"), p.fresh("b", "int")
    above, low, high = p.assume(L >= 0), p.assume(b >= 0), p.assume(b < 2**L)
    digit = lam(i, Bit(b, L - i) * 2 ** (L - i))

    def claimed(k: Term) -> Term:
        return implies(k <= L, total(i, 1, k, digit(i)) == floor(b / 2 ** (L - k)) * 2 ** (L - k))

    def base() -> Fact:
        none = floor_small(p).apply(2**L, b, using=[low, high])
        return p.implication(term(0) <= L, p.arith(
            claimed(term(0)).args[1], empty_sum(p, term(1), term(0), digit), none, multipliers=[1, 2**L]))  # fmt: skip

    def step(k: Term, start: Fact, here: Fact) -> Fact:
        short = p.assume(k + 1 <= L)
        before = p.modus_ponens(here, p.arith(k <= L, short))
        double = p.lemma("power_step", 2, L - (k + 1), using=[p.arith(L - (k + 1) >= 0, short)])
        return p.implication(short.formula, p.arith(
            claimed(k + 1).args[1], before, longer_sum(p, term(1), k, digit, start), double,
            multipliers=[1, floor(b / 2 ** (L - k))]))  # fmt: skip

    whole = p.induction("k", 0, claimed, base, step).apply(L, using=[above, p.arith(L <= L)])
    one = p.lemma("power_zero", 2)
    inverse = p.lemma("inverse", term(2) ** 0, using=[p.arith(negation(term(2) ** 0 == 0), one)])
    same = p.arith(b / term(2) ** 0 == b, inverse, one, multipliers=[b, b / term(2) ** 0])
    bounds = p.arith(b <= b / term(2) ** 0, same), p.arith(b / term(2) ** 0 < b + 1, same)
    shown = p.arith(Bin(lam(i, Bit(b, L - i)), L) == b, whole, floor_is(p, b / term(2) ** 0, b, *bounds), one,
                    multipliers=[1, b, term(2) ** 0])  # fmt: skip
    for premise in (high, low, above):
        shown = p.implication(premise.formula, shown)
    return p.general(L, b, shown)
