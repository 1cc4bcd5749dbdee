"""Densities on the cube {0, 1}^N that set some bits (for Lemma 2.6.1): a gate's sum under them, and their products.

Where F(i) = 1 the bit of position i is set to (1 + signs(i)) / 2. Setting bits at random points is the same as weighing
the points by a density, a product over the positions; and the sum of three densities multiplied is a product, too.
"""

from typing import Any

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums, once
from numerics.terms import Term, either, forall, function, integer, lam, product, real, term, total
from theorems.mukherjee2020.digits import (
    Digit,
    digit_bounds,
    empty_product,
    equal_products,
    longer_product,
    one_more_digit,
    over_bits,
    product_of_constants,
    products_multiplied,
    spelled,
    strings,
    sum_of_weights,
    unweighted,
    weight,
)

i, b, x = integer("i"), integer("b"), integer("x")
t, q = real("t"), real("q")


def settled(w: Term, F: Term, signs: Term) -> Term:
    """What position i adds to the gate's sum when its bit is b, or, where F(i) = 1, set to (1 + signs(i)) / 2."""
    return lam(i, b, w(i) * (F(i) * (1 + signs(i)) / 2 + (1 - F(i)) * b))


def plain(w: Term) -> Term:
    """What position i adds to the gate's sum when its bit is b."""
    return lam(i, b, w(i) * b)


def density(F: Term, signs: Term) -> Term:
    """Where F(i) = 1: twice the chance that the bit b is (1 + signs(i)) / 2; else 1."""
    return lam(i, b, 1 + F(i) * signs(i) * (2 * b - 1))


def binary(F: Term) -> Term:
    """F has the values 0 and 1 only."""
    return forall(i, either(F(i) == 0, F(i) == 1))


def signed(signs: Term) -> Term:
    """The signs are 1 and -1 only."""
    return forall(i, either(signs(i) == 1, signs(i) == -1))


@once
def set_bits(p: Proof) -> Fact:
    """For all w, F, signs and N >= 0, F binary and the signs 1 or -1: the sum over the points x of {0, 1}^N of phi(the
    gate's sum with the bits set) is that of phi(the gate's sum at x) times the density at x, for every phi."""
    w, F, signs = (p.fresh(name, "int->real") for name in ("w", "F", "signs"))
    zero_one, plus_minus = p.assume(binary(F)), p.assume(signed(signs))
    ones, h, h0, r = lam(i, b, term(1)), settled(w, F, signs), plain(w), density(F, signs)

    def claimed(N: Term) -> Term:
        phi = function("phi", "real->real")
        return forall(phi, strings(phi, h, ones, term(2), N) == strings(phi, h0, r, term(2), N))

    def base() -> Fact:
        phi, N, two = p.fresh("phi", "real->real"), term(0), term(2)
        left, right = (strings(phi, f, g, two, N).args[2] for f, g in ((h, ones), (h0, r)))

        def each(x: Term, low: Fact, high: Fact) -> Fact:
            values = [spelled(f, two, N, x) for f in (h, h0)]
            weights = [weight(g, two, N, x) for g in (ones, r)]
            sums = [p.lemma("sum_empty", 0, N - 1, value.args[2]) for value in values]
            products = [p.lemma("prod_empty", 0, N - 1, value.args[2]) for value in weights]
            same = p.congruent(phi, p.arith(values[0] == values[1], *sums))
            return p.arith(
                left(x) == right(x), same, *products, multipliers=[1, weights[1], phi(values[0]), phi(values[1])]
            )

        return p.general(phi, equal_sums(p, term(0), two**N - 1, left, right, each))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        phi, two = p.fresh("phi", "real->real"), term(2)
        moved = lam(t, q, phi(q + t))
        value = lam(t, strings(moved(t), h0, r, two, N))
        sides = []
        for f, g in ((h, ones), (h0, r)):
            peeled = one_more_digit(p).apply(phi, f, g, two, N, using=[p.arith(two >= 1), above])
            sides += [peeled, over_bits(p)(peeled.formula.args[1].args[2])]
        known = [here(moved(h(N)(bit))) for bit in (0, 1)]
        at = [value(h0(N)(bit)) for bit in (0, 1)]
        goal = strings(phi, h, ones, two, N + 1) == strings(phi, h0, r, two, N + 1)
        several = [1, *at, *(signs(N) * e for e in at)]

        def ends(bits: tuple[int, int], *facts: Fact) -> Fact:
            """The bit b, once set, is bits[b]."""
            same = [p.congruent(value, p.arith(h(N)(bit) == h0(N)(to), *facts, multipliers=[w(N), w(N) * signs(N)]))
                    for bit, to in enumerate(bits)]  # fmt: skip
            return p.arith(goal, *sides, *known, *same, *facts, multipliers=several)

        def free(one: Fact) -> Fact:
            return p.by_cases(plus_minus(N), lambda sign: ends((1, 1), one, sign), lambda sign: ends((0, 0), one, sign))

        return p.general(phi, p.by_cases(zero_one(N), lambda fixed: ends((0, 1), fixed), free))

    every_N = p.induction("N", 0, claimed, base, step)
    N, phi, two = p.fresh("N", "int"), p.fresh("phi", "real->real"), term(2)
    above = p.assume(N >= 0)
    known = every_N.apply(N, using=[above])(phi)
    plainly = unweighted(p).apply(phi, h, two, N, using=[p.arith(two >= 1), above])
    shown = p.general(phi, p.arith(plainly.formula.args[0] == known.formula.args[1], plainly, known))
    shown = p.general(N, p.implication(above.formula, shown))
    shown = p.implication(zero_one.formula, p.implication(plus_minus.formula, shown))
    return p.general(w, F, signs, shown)


# Three choices: what their densities, multiplied, add up to.


def tilted(F: Term, signs: Term, t: Term) -> Term:
    """The density with signs t times as large."""
    return density(F, lam(i, t * signs(i)))


def paired(t: Term, q: Term, r: Term, a: Any, b: Any, c: Any) -> Term:
    """1 + t q a b + t r a c + q r b c."""
    return 1 + t * q * a * b + t * r * a * c + q * r * b * c


@once
def triple_products(p: Proof) -> Fact:
    """For all F, G, H, signs that are 1 or -1, reals t, q, r and N >= 0: the sum over {0, 1}^N of the densities of F,
    G, H with signs t, q, r times as large, multiplied, is 2^N times the product over i of the
    paired(t, q, r, F(i), G(i), H(i))."""
    functions = [p.fresh(name, "int->real") for name in "FGH"]
    signs, N, two = p.fresh("signs", "int->real"), p.fresh("N", "int"), term(2)
    scales = [p.fresh(name, "real") for name in "tqr"]
    plus_minus, above = p.assume(signed(signs)), p.assume(N >= 0)
    first, second, third = (tilted(f, signs, scale) for f, scale in zip(functions, scales, strict=True))
    some_of = lam(i, b, first(i)(b) * second(i)(b))
    every_one = lam(i, b, some_of(i)(b) * third(i)(b))
    factor = lam(i, paired(*scales, *(f(i) for f in functions)))

    def multiplied(x: Term, low: Fact, high: Fact) -> Fact:
        one, other, last, both = (lam(i, r(i)(Digit(x, two, i))) for r in (first, second, third, some_of))
        products = [products_multiplied(p).apply(*pair, N, using=[above]) for pair in ((one, other), (both, last))]
        return p.arith(weights(x) == weight(every_one, two, N, x), *products, multipliers=[1, weight(third, two, N, x)])

    def doubled(i: Term, low: Fact, high: Fact) -> Fact:
        square = p.by_cases(plus_minus(i), *[lambda sign: p.arith(
            signs(i) * signs(i) == 1, sign, multipliers=[1, signs(i)])] * 2)  # fmt: skip
        return p.arith(column(i) == 2 * factor(i), over_bits(p)(every_one(i)), square, multipliers=[1, factor(i) - 1])

    column = lam(i, total(b, 0, two - 1, every_one(i)(b)))
    weights = lam(x, weight(first, two, N, x) * weight(second, two, N, x) * weight(third, two, N, x))
    same = equal_sums(p, term(0), 2**N - 1, weights, lam(x, weight(every_one, two, N, x)), multiplied)
    summed = sum_of_weights(p).apply(every_one, two, N, using=[p.arith(two >= 1), above])
    columns = equal_products(p, N, column, lam(i, 2 * factor(i)), above, doubled)
    split = products_multiplied(p).apply(lam(i, two), factor, N, using=[above])
    power = product_of_constants(p).apply(2, N, using=[above])
    result = product(i, 0, N - 1, factor(i))
    shown = p.arith(total(x, 0, 2**N - 1, weights(x)) == 2**N * result, same, summed, columns, split, power,
                    multipliers=[1, result])  # fmt: skip
    shown = p.general(*scales, N, p.implication(above.formula, shown))
    return p.general(*functions, signs, p.implication(plus_minus.formula, shown))


@once
def densities_positive(p: Proof) -> Fact:
    """For all F that are 0 or 1, signs that are 1 or -1, x and N >= 0: the density at x is at least 0."""
    F, signs = (p.fresh(name, "int->real") for name in ("F", "signs"))
    x, two = p.fresh("x", "int"), term(2)
    zero_one, plus_minus = p.assume(binary(F)), p.assume(signed(signs))
    factor = lam(i, density(F, signs)(i)(Digit(x, two, i)))

    def claimed(N: Term) -> Term:
        return product(i, 0, N - 1, factor(i)) >= 0

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        bit = digit_bounds(p).apply(x, two, N, using=[p.arith(two >= 1), above])

        digit = Digit(x, two, N)

        def at(*facts: Fact) -> Fact:
            return p.arith(factor(N) >= 0, bit, *facts, multipliers=[1, signs(N), digit, signs(N) * digit])

        positive = p.by_cases(zero_one(N), at, lambda one: p.by_cases(plus_minus(N), *[lambda sign: at(one, sign)] * 2))
        whole = p.arith(product(i, 0, N - 1, factor(i)) * factor(N) >= 0, here, positive)
        return p.arith(claimed(N + 1), whole, longer_product(p, N, factor, above))

    base = p.arith(claimed(term(0)), empty_product(p, factor))
    shown = p.general(x, p.induction("N", 0, claimed, base, step))
    return p.general(F, signs, p.implication(zero_one.formula, p.implication(plus_minus.formula, shown)))
