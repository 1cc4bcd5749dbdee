"""Andreev's function (Definition 10) and its restrictions, each a definition by formula."""

from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, longer_sum, once
from numerics.terms import Term, between, conj, define, either, every, floor, implies, integer, lam, term, total, where
from theorems.mukherjee2020.boolean import power_positive

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
