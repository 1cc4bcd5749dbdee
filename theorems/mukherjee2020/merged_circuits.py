"""Circuits against Andreev's function, when most gates are forced: what these add is one linear function of the L bits
that a restriction leaves free."""

from typing import Any

from numerics.derive import Fact, Proof
from numerics.sums import (
    empty_sum,
    equal_sums,
    everywhere,
    longer_sum,
    once,
    sum_of_constants,
    sums_linear,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import Term, every, integer, lam, log, term, total, where
from theorems.mukherjee2020.andreev import bit_values
from theorems.mukherjee2020.andreev_circuits import Average, Inputs
from theorems.mukherjee2020.boolean import Bit
from theorems.mukherjee2020.choices import holds, sum_of_one
from theorems.mukherjee2020.digits import Digit

b, e, i, j, l, z = (integer(name) for name in "beijlz")


def turned(weights: Term, v: Term) -> Term:
    """What flipping a bit of v adds to the weighted sum."""
    return lam(e, weights(e) * (1 - 2 * Bit(v, e)))


@once
def shifted_sum(p: Proof) -> Fact:
    """For all f and n >= 0: the sum of f(i - 1) over 1..n is that of f over 0..n - 1."""
    f = p.fresh("f", "int->real")
    moved = lam(i, f(i - 1))

    def claimed(n: Term) -> Term:
        return total(i, 1, n, moved(i)) == total(i, 0, n - 1, f(i))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(claimed(n + 1), here, longer_sum(p, term(1), n, moved, above), longer_sum(
            p, term(0), n - 1, f, above), p.congruent(f, p.ring(n + 1 - 1, n - 1 + 1)))  # fmt: skip

    base = p.arith(claimed(term(0)), empty_sum(p, term(1), term(0), moved), empty_sum(p, term(0), term(-1), f))
    return p.general(f, p.induction("n", 0, claimed, base, step))


def flipped_sum(p: Proof, inputs: Inputs, ch: Term, z: Term, v: Term, weights: Term) -> Fact:
    """The weighted sum of the bits of the flipped v is that of v and, for i = 1, ..., L, bit L - i of z times what
    flipping the free entry of row i adds."""
    P, L, part = inputs.P, inputs.L, inputs.partition
    moved, r = inputs.flips(ch, z).at(v), turned(weights, v)
    last, all_cells, all_rows = P - 1, p.arith(P - 1 + 1 >= 0, inputs.long), p.arith(L - 1 + 1 >= 0, inputs.rows)
    bit = lam(l, Bit(z, L - 1 - l))
    place = lam(l, part.position(ch, l))
    cell = lam(e, l, where(place(l) == e, 1, 0) * bit(l))

    def position(l: Term, low: Fact, high: Fact) -> list[Fact]:
        inside = part.inside.apply(l, using=[low, high]).apply(Digit(ch, inputs.c, l), using=part.place(ch, l, low))
        return inside.split()

    def flag(e: Term, low: Fact, high: Fact) -> Fact:
        """[e is chosen] = the sum over the rows of [their free entry is e] times the bit."""
        chosen = inputs.chosen(ch, z, e)
        goal = where(chosen, 1, 0) == total(l, 0, L - 1, cell(e)(l))

        def yes(found: Fact) -> Fact:
            row, known = p.obtain(found, "row")
            (start, end), there, one = known.left.split(), known.right.left, known.right.right

            def each(l: Term, first: Fact, second: Fact) -> Fact:
                here = cell(e)(l) == where(l == row, 1, 0)

                def same(equal: Fact) -> Fact:
                    k = p.fresh("k", "int")
                    back = p.symmetric(equal)
                    moved_there = p.step("equality", [back, there], [lam(k, place(k) == e)])
                    moved_one = p.step("equality", [back, one], [lam(k, bit(k) == 1)])
                    return p.arith(here, holds(p, place(l) == e, moved_there), holds(p, l == row, equal), moved_one,
                                   multipliers=[1, bit(l)])  # fmt: skip

                def other(no: Fact) -> Fact:
                    def twice(equal: Fact) -> Fact:
                        both = part.unequal(ch, l, ch, row, [first, second, start, end], p.arith(
                            place(l) == place(row), equal, there))  # fmt: skip
                        return p.conflict(both.left, no)

                    away = p.refute(place(l) == e, twice)
                    return p.arith(here, holds(p, place(l) == e, away), holds(p, l == row, no), multipliers=[1, bit(l)])

                return p.decide(l == row, same, other)

            sums = equal_sums(p, term(0), L - 1, lam(l, cell(e)(l)), lam(l, where(l == row, 1, 0)), each)
            single = sum_of_one(p).apply(row, L, using=[start, inputs.rows, end])
            return p.arith(goal, sums, single, holds(p, chosen, found))

        def no(missed: Fact) -> Fact:
            def each(l: Term, first: Fact, second: Fact) -> Fact:
                here = cell(e)(l) == 0

                def hit(equal: Fact) -> Fact:
                    def one(known: Fact) -> Fact:
                        there = p.exhibit(chosen, [l], first, second, equal, p.arith(bit(l) == 1, known))
                        return p.anything(here, p.conflict(there, missed))

                    values = bit_values(p, z, L - 1 - l, p.arith(L - 1 - l >= 0, second))
                    return p.by_cases(
                        values, lambda zero: p.arith(here, zero, multipliers=[where(place(l) == e, 1, 0)]), one
                    )

                return p.decide(
                    place(l) == e, hit, lambda away: p.arith(here, holds(p, place(l) == e, away), multipliers=[bit(l)])
                )

            sums = equal_sums(p, term(0), L - 1, lam(l, cell(e)(l)), lam(l, term(0)), each)
            none = sum_of_constants(p).apply(0, L - 1, 0, using=[all_rows])
            return p.arith(goal, sums, none, holds(p, chosen, missed))

        return p.decide(chosen, yes, no)

    F = lam(e, l, r(e) * cell(e)(l))
    plain = lam(e, weights(e) * Bit(v, e))

    def entry(e: Term, low: Fact, high: Fact) -> Fact:
        chosen = where(inputs.chosen(ch, z, e), 1, 0)
        sums = sums_scaled(p).apply(0, L - 1, cell(e), r(e), using=[all_rows])
        return p.arith(weights(e) * Bit(moved, e) == 1 * plain(e) + 1 * total(l, 0, L - 1, F(e)(l)), inputs.entry(
            ch, z, v, e, low, high), flag(e, low, high), sums, multipliers=[weights(e), r(e), 1, chosen])  # fmt: skip

    entries = equal_sums(p, term(0), last, lam(e, weights(e) * Bit(moved, e)), lam(
        e, 1 * plain(e) + 1 * total(l, 0, L - 1, F(e)(l))), entry)  # fmt: skip
    linear = sums_linear(p).apply(0, last, plain, lam(e, total(l, 0, L - 1, F(e)(l))), 1, 1, using=[all_cells])
    swapped = sums_swapped(p).apply(0, last, 0, L - 1, F, using=[all_rows, all_cells])

    def row(l: Term, low: Fact, high: Fact) -> Fact:
        at, value = place(l), r(place(l)) * bit(l)
        start, end = position(l, low, high)
        single = lam(e, where(e == at, 1, 0))

        def each(e: Term, *_: Fact) -> Fact:
            here = F(e)(l) == value * single(e)
            k = p.fresh("k", "int")

            def hit(equal: Fact) -> Fact:
                same = p.congruent(lam(k, r(k)), equal)
                return p.arith(
                    here,
                    same,
                    holds(p, e == at, equal),
                    holds(p, at == e, p.symmetric(equal)),
                    multipliers=[1, bit(l), value, r(e) * bit(l)],
                )

            def miss(no: Fact) -> Fact:
                away = p.refute(at == e, lambda equal: p.conflict(p.symmetric(equal), no))
                return p.arith(here, holds(p, e == at, no), holds(p, at == e, away), multipliers=[value, r(e) * bit(l)])

            return p.decide(e == at, hit, miss)

        sums = equal_sums(p, term(0), last, lam(e, F(e)(l)), lam(e, value * single(e)), each)
        scaled = sums_scaled(p).apply(0, last, single, value, using=[all_cells])
        one = sum_of_one(p).apply(at, P, using=[start, inputs.long, end])
        return p.arith(total(e, 0, last, F(e)(l)) == value, sums, scaled, one, multipliers=[1, value])

    rows = equal_sums(p, term(0), L - 1, lam(l, total(e, 0, last, F(e)(l))), lam(l, r(place(l)) * bit(l)), row)
    shift = shifted_sum(p).apply(lam(l, r(place(l)) * bit(l)), L, using=[inputs.rows])
    left = total(e, 0, last, weights(e) * Bit(moved, e))
    right = total(e, 0, last, plain(e)) + total(i, 1, L, r(place(i - 1)) * bit(i - 1))
    return p.arith(left == right, entries, linear, swapped, rows, shift)


class Merged(Average):
    """The proof of the bound 1 + (L + 1) log(3N + 1) + N t^2/2, for w >= 1 and w N (3N + 1) <= exp(kappa)."""

    def __init__(self, p: Proof, inputs: Inputs, *rest: Any) -> None:
        super().__init__(p, inputs, *rest)
        self.limit = 1 + (inputs.L + 1) * log(3 * self.N + 1) + self.N * (self.t * self.t / 2)

    def table_mean(self, ch: Term, v: Term, bias: Term, phi: Term, B: Term) -> Fact:
        """The sum of the exponents over all tables is at most 2^N times the limit, for the gates with these biases."""
        p, inputs, circuit, L, N = self.p, self.inputs, self.circuit, self.inputs.L, self.N
        gates = self.gates(ch, v, bias)
        h0 = lam(i, b, Bit(inputs.addresses(v).at(b), L - 1 - (i - 1)))
        coef = lam(j, i, turned(circuit.s(j), v)(inputs.partition.position(ch, i - 1)))
        c0 = lam(j, circuit.weighed(circuit.s(j), v))

        def gate(j: Term, *_: Fact) -> Fact:
            def point(b: Term, *_: Fact) -> Fact:
                return p.prove(claim(j, b), flipped_sum(p, inputs, ch, inputs.addresses(v).at(b), v, circuit.s(j)))

            b_ = p.fresh("b", "int")
            return everywhere(p, term(0), N - 1, claim(j, b_), b_, point)

        def claim(j: Term, b: Term) -> Term:
            return gates.u(j)(b) == c0(j) + total(i, 1, L, coef(j)(i) * h0(i)(b))

        j_ = p.fresh("j", "int")
        combined = everywhere(p, term(1), circuit.w, every(b, 0, N - 1, claim(j_, b)), j_, gate)
        return self.moments.apply(
            self.t, self.kappa, N, circuit.w, L, gates.g, gates.u, h0, coef, c0, bias, phi, B, using=[
                inputs.points, self.some_w, inputs.rows, self.costly, combined])  # fmt: skip
