"""Numbers as strings of digits, and sums over all strings of a length, one digit after the other.

The b^N strings of N digits in base b are the numbers 0, 1, ..., b^N - 1; in base 2 these are the points of a cube.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, equal_sums, everywhere, longer_sum, once, sum_split, sums_scaled
from numerics.terms import (
    TABLE,
    Term,
    between,
    define,
    floor,
    forall,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    product,
    term,
    total,
)
from theorems.mukherjee2020.boolean import floor_shift, floor_small

i, x, a = integer("i"), integer("x"), integer("a")


@define
def Digit(x: "int", b: "int", i: "int") -> Term:
    """The digit of x that stands for b^i, in base b."""
    return floor(x / b**i) - b * floor(x / b ** (i + 1))


def spelled(h: Term, b: Term, N: Term, x: Term) -> Term:
    """The sum of h(i)(digit number i of x), over its N digits in base b."""
    return total(i, 0, N - 1, h(i)(Digit(x, b, i)))


def weight(r: Term, b: Term, N: Term, x: Term) -> Term:
    """The product of r(i)(digit number i of x), over its N digits in base b."""
    return product(i, 0, N - 1, r(i)(Digit(x, b, i)))


def strings(phi: Term, h: Term, r: Term, b: Term, N: Term) -> Term:
    """The sum over all strings x of N digits in base b of phi(spelled) times weight."""
    return total(x, 0, b**N - 1, phi(spelled(h, b, N, x)) * weight(r, b, N, x))


@once
def powers_positive(p: Proof) -> Fact:
    """For all b >= 1 and n >= 0: b^n >= 1."""
    b = p.fresh("b", "int")
    positive = p.assume(b >= 1)

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(b ** (n + 1) >= 1, p.lemma("power_step", b, n, using=[above]),
                       p.arith(b**n * b >= 1, here, positive))  # fmt: skip

    base = p.arith(b**0 >= 1, p.lemma("power_zero", b))
    return p.general(b, p.implication(positive.formula, p.induction("n", 0, lambda n: b**n >= 1, base, step)))


@once
def powers_added(p: Proof) -> Fact:
    """For all b, n >= 0 and m >= 0: b^(m + n) = b^m b^n; the quantifiers are forall b n. 0 <= n => forall m. ..."""
    b, n = p.fresh("b", "int"), p.fresh("n", "int")
    low = p.assume(n >= 0)

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        one, other = (p.lemma("power_step", b, e, using=[p.arith(e >= 0, above, low)]) for e in (m, m + n))
        return p.arith(b ** (m + 1 + n) == b ** (m + 1) * b**n, one, other, here, multipliers=[1, b, b**n])

    base = p.arith(b ** (0 + n) == b**0 * b**n, p.lemma("power_zero", b), multipliers=[b**n])
    every = p.induction("m", 0, lambda m: b ** (m + n) == b**m * b**n, base, step)
    return p.general(b, n, p.implication(low.formula, every))


@once
def digit_bounds(p: Proof) -> Fact:
    """For all x, b >= 1 and i >= 0: 0 <= Digit(x, b, i) and Digit(x, b, i) <= b - 1."""
    x, b, i = (p.fresh(name, "int") for name in "xbi")
    positive, above = p.assume(b >= 1), p.assume(i >= 0)
    sizes = [powers_positive(p).apply(b, e, using=[positive, p.arith(e >= 0, above)]) for e in (i, i + 1)]
    step = p.lemma("power_step", b, i, using=[above])
    inverses = [p.lemma("inverse", b**e, using=[p.arith(negation(b**e == 0), size)])
                for e, size in zip((i, i + 1), sizes, strict=True)]  # fmt: skip
    whole, part = x / b**i, x / b ** (i + 1)
    scaled = p.arith(b * part == whole, *inverses, step, multipliers=[whole, b * part, part * (1 / b**i)])
    floors = [p.lemma("floor", y) for y in (whole, part)]
    q = floor(part)
    low = p.arith(b * q <= whole, scaled, p.arith(b * q <= b * part, positive, floors[1]))
    high = p.arith(whole < b * q + b, scaled, p.arith(b * part < b * q + b, positive, floors[1]))
    first = p.arith(Digit(x, b, i) >= 0, p.arith(b * q < floor(whole) + 1, low, floors[0]))
    last = p.arith(Digit(x, b, i) <= b - 1, p.arith(floor(whole) < b * q + b, high, floors[0]))
    shown = p.implication(positive.formula, p.implication(above.formula, p.both(first, last)))
    return p.general(x, b, i, shown)


class Leading:
    """The digits of a b^N + x, where 0 <= a < b, 0 <= x < b^N and 0 <= N: the digit a, and then those of x."""

    def __init__(self, p: Proof, b: Term, N: Term, positive: Fact, above: Fact) -> None:
        self.p, self.b, self.N, self.positive, self.above = p, b, N, positive, above
        self.size = powers_positive(p).apply(b, N, using=[positive, above])
        self.step = p.lemma("power_step", b, N, using=[above])

    def first(self, a: Term, x: Term, digit: list[Fact], string: list[Fact]) -> Fact:
        """Digit(a b^N + x, b, N) = a; the facts bound a and x."""
        p, b, N = self.p, self.b, self.N
        less = p.arith(x < b**N, string[1])
        whole = floor_shift(p).apply(b**N, a * b**N, a, x, using=[self.size, p.ring(b**N * a, a * b**N)])
        none = floor_small(p).apply(b**N, x, using=[string[0], less])
        number = a * b**N + x
        scaled = p.arith(a * b**N <= (b - 1) * b**N, digit[1], self.size)
        bounds = [p.arith(number >= 0, p.arith(a * b**N >= 0, digit[0], self.size), string[0]),
                  p.arith(number < b ** (N + 1), self.step, scaled, less)]  # fmt: skip
        beyond = floor_small(p).apply(b ** (N + 1), number, using=bounds)
        return p.arith(Digit(number, b, N) == a, whole, none, beyond, multipliers=[1, b])

    def rest(self, a: Term, x: Term, i: Term, low: Fact, high: Fact) -> Fact:
        """Digit(a b^N + x, b, i) = Digit(x, b, i), for 0 <= i <= N - 1."""
        p, b, N = self.p, self.b, self.N
        after, left = p.arith(i + 1 >= 0, low), p.arith(N - 1 - i >= 0, high)
        more = p.arith(N - i >= 0, high)
        parts = []
        for e, known, power, nonnegative in ((i, low, N - i, more), (i + 1, after, N - 1 - i, left)):
            whole = powers_added(p).apply(b, power, e, using=[nonnegative, known])
            parts.append(floor_shift(p).apply(b**e, a * b**N, a * b**power, x, using=[
                powers_positive(p).apply(b, e, using=[self.positive, known]),
                p.arith(b**e * (a * b**power) == a * b**N, whole, multipliers=[a])]))  # fmt: skip
        step = p.lemma("power_step", b, N - 1 - i, using=[left])
        return p.arith(Digit(a * b**N + x, b, i) == Digit(x, b, i), *parts, step, multipliers=[1, b, a])


@once
def sum_in_blocks(p: Proof) -> Fact:
    """For all f, T >= 0 and q >= 0: the sum of f over 0..q T - 1 is that over a in 0..q - 1 of the sums of f(a T + x)
    over x in 0..T - 1."""
    f, T, q = p.fresh("f", "int->real"), p.fresh("T", "int"), p.fresh("q", "int")
    size, many = p.assume(T >= 0), p.assume(q >= 0)
    block = lam(a, total(x, 0, T - 1, f(a * T + x)))

    def claimed(q: Term) -> Term:
        return total(x, 0, q * T - 1, f(x)) == total(a, 0, q - 1, block(a))

    def step(q: Term, above: Fact, here: Fact) -> Fact:
        nonnegative = p.arith(q * T >= 0, above, size)
        split = sum_split(p).apply(0, q * T, f, T, using=[nonnegative, size])
        last = equal_sums(
            p,
            term(0),
            T - 1,
            lam(x, f((q - 1 + 1) * T + x)),
            lam(x, f(q * T + x)),
            lambda x, low, high: p.congruent(f, p.ring((q - 1 + 1) * T + x, q * T + x)),
        )
        return p.arith(claimed(q + 1), here, split, longer_sum(p, term(0), q - 1, block, above), last)

    base = p.arith(claimed(term(0)), empty_sum(p, term(0), term(-1), f), empty_sum(p, term(0), term(-1), block))
    shown = p.induction("q", 0, claimed, base, step).apply(q, using=[many])
    return p.general(f, T, p.implication(size.formula, p.general(q, p.implication(many.formula, shown))))


def empty_product(p: Proof, f: Term) -> Fact:
    """The product of f over 0..-1 is 1."""
    i = p.fresh("i", "int")
    return p.lemma("prod_empty", 0, -1, lam(i, f(i)))


def longer_product(p: Proof, N: Term, f: Term, above: Fact) -> Fact:
    """The product of f over 0..N is that over 0..N - 1 times f(N); ``above`` is N >= 0."""
    f = lam(i, f(i))
    step = p.lemma("prod_step", 0, N - 1, f, using=[p.arith(N - 1 + 1 >= 0, above)])
    before, last = product(i, 0, N - 1, f(i)), p.congruent(f, p.ring(N - 1 + 1, N))
    return p.arith(product(i, 0, N, f(i)) == before * f(N), step, last, multipliers=[1, before])


@once
def products_same(p: Proof) -> Fact:
    """For all f, g and N >= 0: if f(i) = g(i) for 0 <= i <= N - 1, their products over 0..N - 1 are equal."""
    f, g = (p.fresh(name, "int->real") for name in "fg")
    i = p.fresh("i", "int")

    def pointwise(N: Term) -> Term:
        return forall(i, implies(between(0, i, N - 1), f(i) == g(i)))

    def claimed(N: Term) -> Term:
        return implies(pointwise(N), product(i, 0, N - 1, f(i)) == product(i, 0, N - 1, g(i)))

    def base() -> Fact:
        return p.implication(pointwise(term(0)), p.arith(
            claimed(term(0)).args[1], *(empty_product(p, h) for h in (f, g))))  # fmt: skip

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        every = p.assume(pointwise(N + 1))
        fewer = everywhere(p, term(0), N - 1, f(i) == g(i), i, lambda i, low, high: every.apply(i, using=[low, high]))
        last = every.apply(N, using=[above])
        known, grown = p.modus_ponens(here, fewer), [longer_product(p, N, h, above) for h in (f, g)]
        return p.implication(every.formula, p.arith(
            claimed(N + 1).args[1], known, last, *grown,
            multipliers=[1, f(N), product(i, 0, N - 1, g(i))]))  # fmt: skip

    return p.general(f, g, p.induction("N", 0, claimed, base, step))


def equal_products(p: Proof, N: Term, f: Term, g: Term, above: Fact,
                   each: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
    """prod f = prod g over 0..N - 1; ``each(i, 0 <= i, i <= N - 1)`` gives f(i) = g(i), ``above`` is N >= 0."""
    i = p.fresh("i", "int")
    pointwise = everywhere(p, term(0), N - 1, f(i) == g(i), i, each)
    return products_same(p).apply(f, g, N, using=[above, pointwise])


@once
def products_multiplied(p: Proof) -> Fact:
    """For all f, g and N >= 0: the product of f(i) g(i) over 0..N - 1 is that of f times that of g."""
    f, g = (p.fresh(name, "int->real") for name in "fg")
    i = p.fresh("i", "int")
    both = lam(i, f(i) * g(i))

    def claimed(N: Term) -> Term:
        whole = product(i, 0, N - 1, both(i))
        return whole == product(i, 0, N - 1, f(i)) * product(i, 0, N - 1, g(i))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        grown = [longer_product(p, N, h, above) for h in (both, f, g)]
        return p.arith(claimed(N + 1), here, *grown, multipliers=[
            1, f(N) * g(N), product(i, 0, N - 1, f(i)) * f(N), product(i, 0, N, g(i))])  # fmt: skip

    base = p.arith(claimed(term(0)), *(empty_product(p, h) for h in (both, f, g)), multipliers=[
        1, product(i, 0, -1, g(i))])  # fmt: skip
    return p.general(f, g, p.induction("N", 0, claimed, base, step))


@once
def one_more_digit(p: Proof) -> Fact:
    """For all phi, h, r, b >= 1 and N >= 0: the sum over the strings of N + 1 digits is that, over the leading digits
    a, of r(N)(a) times the sum over the strings of N digits with phi(t + h(N)(a)) for phi(t)."""
    phi = p.fresh("phi", "real->real")
    h, r = (p.fresh(name, "int->int->real") for name in "hr")
    b, N, a, x, t = (p.fresh(name, "int") for name in ("b", "N", "a", "x", "t"))
    positive, above = p.assume(b >= 1), p.assume(N >= 0)
    digits = Leading(p, b, N, positive, above)
    summand = lam(x, phi(spelled(h, b, N + 1, x)) * weight(r, b, N + 1, x))
    shorter = lam(a, x, phi(spelled(h, b, N, x) + h(N)(a)) * weight(r, b, N, x))
    inner = lam(a, total(x, 0, b**N - 1, shorter(a)(x)))

    def pointwise(a: Term, x: Term, digit: list[Fact], string: list[Fact]) -> Fact:
        """summand(a b^N + x) = r(N)(a) shorter(a)(x)."""
        y = a * b**N + x
        first = digits.first(a, x, digit, string)

        def kept(f: Term) -> Callable[[Term, Fact, Fact], Fact]:
            return lambda i, low, high: p.congruent(f(i), digits.rest(a, x, i, low, high))

        hs, rs = (lam(i, f(i)(Digit(y, b, i))) for f in (h, r))
        sums = [longer_sum(p, term(0), N - 1, hs, above), p.congruent(h(N), first),
                equal_sums(p, term(0), N - 1, hs, lam(i, h(i)(Digit(x, b, i))), kept(h))]  # fmt: skip
        products = [longer_product(p, N, rs, above), p.congruent(r(N), first),
                    equal_products(p, N, rs, lam(i, r(i)(Digit(x, b, i))), above, kept(r))]  # fmt: skip
        value = p.congruent(phi, p.arith(spelled(h, b, N + 1, y) == spelled(h, b, N, x) + h(N)(a), *sums))
        factor = p.arith(weight(r, b, N + 1, y) == weight(r, b, N, x) * r(N)(a), *products, multipliers=[
            1, weight(r, b, N, y), r(N)(a)])  # fmt: skip
        return p.arith(summand(y) == r(N)(a) * shorter(a)(x), value, factor, multipliers=[
            1, weight(r, b, N + 1, y), phi(spelled(h, b, N, x) + h(N)(a))])  # fmt: skip

    def block(a: Term, low: Fact, high: Fact) -> Fact:
        same = equal_sums(p, term(0), b**N - 1, lam(x, summand(a * b**N + x)), lam(x, r(N)(a) * shorter(a)(x)),
                          lambda x, least, most: pointwise(a, x, [low, high], [least, most]))  # fmt: skip
        scaled = sums_scaled(p).apply(0, b**N - 1, shorter(a), r(N)(a), using=[p.arith(b**N - 1 + 1 >= 0, digits.size)])
        return p.arith(total(x, 0, b**N - 1, summand(a * b**N + x)) == r(N)(a) * inner(a), same, scaled)

    blocks = sum_in_blocks(p).apply(summand, b**N, b, using=[
        p.arith(b**N >= 0, digits.size), p.arith(b >= 0, positive)])  # fmt: skip
    same = equal_sums(p, term(0), b - 1, lam(a, total(x, 0, b**N - 1, summand(a * b**N + x))),
                      lam(a, r(N)(a) * inner(a)), block)  # fmt: skip
    result = total(a, 0, b - 1, r(N)(a) * inner(a))
    known = p.arith(total(x, 0, b**N * b - 1, summand(x)) == result, blocks, same)
    claim = lam(t, total(x, 0, t - 1, summand(x)) == result)
    shown = p.step("equality", [p.symmetric(digits.step), known], [claim])
    return p.general(phi, h, r, b, N, p.implication(positive.formula, p.implication(above.formula, shown)))


@once
def sum_of_weights(p: Proof) -> Fact:
    """For all r, b >= 1 and N >= 0: the sum of the weights of all strings of N digits is the product over 0..N - 1 of
    the sums of r(i)(a) over the digits a."""
    r, b = p.fresh("r", "int->int->real"), p.fresh("b", "int")
    positive, t = p.assume(b >= 1), p.fresh("t", "real")
    one, none = lam(t, term(1)), lam(i, a, term(0))
    column = lam(i, total(a, 0, b - 1, r(i)(a)))

    def claimed(N: Term) -> Term:
        return total(x, 0, b**N - 1, weight(r, b, N, x)) == product(i, 0, N - 1, column(i))

    def base() -> Fact:
        """There is one string of no digits, of weight 1."""
        zero, z = term(0), p.fresh("z", "int")
        only = lam(x, weight(r, b, zero, x))
        value = p.lemma("prod_empty", 0, zero - 1, only(term(-1) + 1).args[2])
        whole = p.arith(total(x, 0, term(1) - 1, only(x)) == 1, longer_sum(p, zero, term(-1), only),
                        empty_sum(p, zero, term(-1), only), value)  # fmt: skip
        there = p.step("equality", [p.symmetric(p.lemma("power_zero", b)), whole],
                       [lam(z, total(x, 0, z - 1, only(x)) == 1)])  # fmt: skip
        return p.arith(claimed(zero), there, empty_product(p, column))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        strings = lam(x, weight(r, b, N, x))
        peeled = one_more_digit(p).apply(one, none, r, b, N, using=[positive, above])
        left = equal_sums(
            p,
            term(0),
            b ** (N + 1) - 1,
            lam(x, weight(r, b, N + 1, x)),
            lam(x, 1 * weight(r, b, N + 1, x)),
            lambda x, low, high: p.ring(weight(r, b, N + 1, x), 1 * weight(r, b, N + 1, x)),
        )
        inner = equal_sums(p, term(0), b**N - 1, lam(x, 1 * strings(x)), strings, lambda x, low, high: p.ring(
            1 * strings(x), strings(x)))  # fmt: skip
        whole = total(x, 0, b**N - 1, strings(x))
        right = equal_sums(
            p,
            term(0),
            b - 1,
            lam(a, r(N)(a) * total(x, 0, b**N - 1, 1 * strings(x))),
            lam(a, whole * r(N)(a)),
            lambda a, low, high: p.arith(
                r(N)(a) * total(x, 0, b**N - 1, 1 * strings(x)) == whole * r(N)(a), inner, multipliers=[r(N)(a)]
            ),
        )
        scaled = sums_scaled(p).apply(0, b - 1, r(N), whole, using=[p.arith(b - 1 + 1 >= 0, positive)])
        grown = longer_product(p, N, column, above)
        return p.arith(claimed(N + 1), left, peeled, right, scaled, grown, here, multipliers=[1, column(N)])

    return p.general(r, b, p.implication(positive.formula, p.induction("N", 0, claimed, base, step)))


@once
def over_bits(p: Proof) -> Fact:
    """For all f: the sum of f over 0..1 is f(0) + f(1)."""
    f = p.fresh("f", "int->real")
    steps = [longer_sum(p, term(0), term(hi), f) for hi in (0, -1)]
    return p.general(f, p.arith(total(a, 0, term(2) - 1, f(a)) == f(0) + f(1), *steps,
                                empty_sum(p, term(0), term(-1), f)))  # fmt: skip


@once
def product_of_constants(p: Proof) -> Fact:
    """For all reals r and N >= 0: the product of r over 0..N - 1 is r^N."""
    r = p.fresh("r", "real")

    def claimed(N: Term) -> Term:
        return product(i, 0, N - 1, r) == r**N

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        return p.arith(claimed(N + 1), longer_product(p, N, lam(i, r), above), here,
                       p.lemma("power_step", r, N, using=[above]), multipliers=[1, r])  # fmt: skip

    base = p.arith(claimed(term(0)), empty_product(p, lam(i, r)), p.lemma("power_zero", r))
    return p.general(r, p.induction("N", 0, claimed, base, step))


@once
def power_of_one(p: Proof) -> Fact:
    """1^N = 1 for all N >= 0."""
    base = p.arith(term(1) ** 0 == 1, p.lemma("power_zero", 1))
    return p.induction("N", 0, lambda N: 1**N == 1, base, lambda N, above, here: p.arith(
        1 ** (N + 1) == 1, p.lemma("power_step", 1, N, using=[above]), here))  # fmt: skip


@once
def unweighted(p: Proof) -> Fact:
    """For all phi, h, b >= 1 and N >= 0: the sum over the strings of phi(spelled) is that with all weights 1."""
    phi, h = p.fresh("phi", "real->real"), p.fresh("h", "int->int->real")
    b, N = p.fresh("b", "int"), p.fresh("N", "int")
    positive, above = p.assume(b >= 1), p.assume(N >= 0)
    weighted, value = strings(phi, h, lam(i, a, term(1)), b, N), lam(x, phi(spelled(h, b, N, x)))
    ones = [product_of_constants(p).apply(1, N, using=[above]), power_of_one(p).apply(N, using=[above])]
    same = equal_sums(p, term(0), b**N - 1, value, weighted.args[2], lambda x, low, high: p.arith(
        value(x) == weighted.args[2](x), *ones, multipliers=[value(x)]))  # fmt: skip
    shown = p.arith(total(x, 0, b**N - 1, value(x)) == weighted, same)
    return p.general(phi, h, b, N, p.implication(positive.formula, p.implication(above.formula, shown)))


@once
def one_more_bit(p: Proof) -> Fact:
    """For all phi, h and N >= 0: the sum over the points x of {0, 1}^(N + 1) of phi(the sum of h(i)(bit i of x)) is
    that over the points of {0, 1}^N of phi(that sum + h(N)(0)) and of phi(that sum + h(N)(1))."""
    phi, h = p.fresh("phi", "real->real"), p.fresh("h", "int->int->real")
    t, N, two = p.fresh("t", "real"), p.fresh("N", "int"), term(2)
    above = p.assume(N >= 0)
    bits = p.arith(two >= 1)
    whole = unweighted(p).apply(phi, h, two, N + 1, using=[bits, p.arith(N + 1 >= 0, above)])
    peeled = one_more_digit(p).apply(phi, h, lam(i, a, term(1)), two, N, using=[bits, above])
    halves = [unweighted(p).apply(lam(t, phi(t + h(N)(bit))), h, two, N, using=[bits, above]) for bit in (0, 1)]
    result = halves[0].formula.args[0] + halves[1].formula.args[0]
    shown = p.arith(
        whole.formula.args[0] == result, whole, peeled, over_bits(p)(peeled.formula.args[1].args[2]), *halves
    )
    return p.general(phi, h, N, p.implication(above.formula, shown))


def powers_defined(p: Proof, goal: Term, *facts: Fact) -> Fact:
    """A goal that says where things are defined, from its premises, the facts, and b^e > 0 for b >= 1 and e >= 0."""
    if goal.op == "forall":
        v = p.fresh(TABLE.hints.get(goal.index, "x"), TABLE.nodes[goal.index][1])
        return p.general(v, powers_defined(p, instance_of(goal, v), *facts))
    if goal.op == "=>":
        premise = p.assume(goal.args[0])
        known = [f for f in premise.split() if f.formula.op in ("<", "<=", "=")]
        return p.implication(goal.args[0], powers_defined(p, goal.args[1], *facts, *known))
    if goal.op == "and":
        return p.both(*(powers_defined(p, part, *facts) for part in goal.args))
    powers = [t for t in (goal.args[0].args if goal.op == "not" else goal.args) if t.op == "^"]
    if powers:
        base, exponent = powers[0].args
        known = [p.find(base >= 1, list(facts)), p.find(exponent >= 0, list(facts))]
        return p.arith(goal, powers_positive(p).apply(base, exponent, using=known))
    return p.find(goal, list(facts))
