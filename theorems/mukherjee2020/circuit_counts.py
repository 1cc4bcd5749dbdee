"""How many Boolean functions LTF-of-ReLU circuits compute (Section 2.6), without Maass's theorem.

A function m on N points is one of 0, 1, ..., 2^N - 1. For a family of functions, those that it realizes are counted by
the sum over m of [m is realized]. Half-spaces are counted by their number on one point fewer: where the last point may
have either value, a half-space with this point on its boundary has the same values at the others. Then the gates of a
circuit are replaced one by one: where it is known which points a gate is on at, what it adds to the sum is linear.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.sums import (
    empty_sum,
    equal_sums,
    everywhere,
    longer_sum,
    once,
    smaller_sum,
    sum_of_constants,
    sum_split,
    sums_linear,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import (
    Term,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    some,
    term,
    total,
    where,
)
from theorems.mukherjee2020.boolean import (
    Bit,
    Boolean,
    Digits,
    matches,
    one_match,
    power_positive,
    power_sum,
    same_indicators,
)
from theorems.mukherjee2020.choices import holds, sum_of_one
from theorems.mukherjee2020.digits import power_of_one
from theorems.mukherjee2020.relu_circuits import OnBits
from theorems.mukherjee2020.training_counts import powers_ordered

d, i, j, k, m, y = (integer(name) for name in "dijkmy")
b0, q, g, beta = real("b0"), *(function(name, "int->real") for name in ("q", "g", "beta"))
c, h, s = function("c", "int->real"), function("h", "int->int->real"), function("v", "int->int->real")


def count(event: Term, N: Term) -> Term:
    """How many functions on N points have a property."""
    return total(m, 0, 2**N - 1, where(event(m), 1, 0))


def fewer(p: Proof, first: Term, second: Term, N: Term, points: Fact, then: Callable[[Term, Fact], Fact]) -> Fact:
    """count(first) <= count(second), from ``then(m, first(m))``, which gives second(m); ``points`` is N >= 0."""
    size = power_positive(p).apply(N, using=[points])

    def each(m: Term, low: Fact, high: Fact) -> Fact:
        goal = where(first(m), 1, 0) <= where(second(m), 1, 0)
        return p.decide(first(m), lambda yes: p.arith(goal, holds(p, first(m), yes), holds(p, second(m), then(m, yes))),
                        lambda no: p.arith(goal, holds(p, first(m), no), not_negative(p, second(m))))  # fmt: skip

    return smaller_sum(p, term(0), 2**N - 1, lam(m, where(first(m), 1, 0)), lam(m, where(second(m), 1, 0)), p.arith(
        2**N - 1 + 1 >= 0, size), each)  # fmt: skip


def not_negative(p: Proof, event: Term) -> Fact:
    """where(event, 1, 0) >= 0."""
    return p.decide(event, *[lambda known: p.arith(where(event, 1, 0) >= 0, holds(p, event, known))] * 2)


# Half-spaces.


def linear(h: Term, c: Term, d: Term, y: Term) -> Term:
    """c(0) h(0)(y) + ... + c(d - 1) h(d - 1)(y)."""
    return total(i, 0, d - 1, c(i) * h(i)(y))


def halfspaces(h: Term, d: Term, N: Term) -> Term:
    """The functions on N points that say where some such sum is at least 0."""
    return lam(m, exists(c, every(y, 0, N - 1, where(linear(h, c, d, y) >= 0, 1, 0) == Bit(m, y))))


def without(j: Term, last: Term) -> Term:
    """The numbers 0, ..., last but j, as a function of 0, ..., last - 1."""
    return lam(i, where(i == j, last, i))


@once
def sum_without(p: Proof) -> Fact:
    """For all u, j and d >= 0 with 0 <= j <= d and u(j) = 0: the sum of u over 0, ..., d is that over these but j."""
    u, j, d = p.fresh("u", "int->real"), p.fresh("j", "int"), p.fresh("d", "int")
    some_d, low, high, none = p.assume(d >= 0), p.assume(j >= 0), p.assume(j <= d), p.assume(u(j) == 0)
    f = lam(i, u(without(j, d)(i)))
    hit = lam(i, where(i == j, 1, 0))

    def each(i: Term, *_: Fact) -> Fact:
        goal = f(i) == 1 * u(i) + u(d) * hit(i)

        def moved(equal: Fact) -> Fact:
            chosen = p.congruent(u, p.lemma("if_true", i == j, d, i, using=[equal]))
            return p.arith(goal, chosen, p.congruent(u, equal), none, holds(p, i == j, equal), multipliers=[1, u(d)])

        return p.decide(i == j, moved, lambda other: p.arith(goal, p.congruent(u, p.lemma(
            "if_false", i == j, d, i, using=[other])), holds(p, i == j, other), multipliers=[1, u(d)]))  # fmt: skip

    whole = equal_sums(p, term(0), d, f, lam(i, 1 * u(i) + u(d) * hit(i)), each)
    split = sums_linear(p).apply(0, d, u, hit, 1, u(d), using=[p.arith(d + 1 >= 0, some_d)])
    one = sum_of_one(p).apply(j, d + 1, using=[low, p.arith(d + 1 >= 0, some_d), p.arith(j <= d + 1 - 1, high)])
    last = p.decide(d == j, *[lambda known, rule=rule: p.congruent(u, p.lemma(rule, d == j, d, d, using=[known]))
                              for rule in ("if_true", "if_false")])  # fmt: skip
    longer = longer_sum(p, term(0), d - 1, f, some_d)
    shown = p.arith(total(i, 0, d - 1, f(i)) == total(i, 0, d, u(i)), whole, split, one, last, longer, multipliers=[
        1, u(d)])  # fmt: skip
    for premise in (none, high, low, some_d):
        shown = p.implication(premise.formula, shown)
    return p.general(u, j, d, shown)


@once
def halfspaces_counted(p: Proof) -> Fact:
    """For all N >= 1, h and d >= 0: at most 2 N^d functions say where some sum of c(i) h(i) is at least 0."""

    def claimed(N: Term) -> Term:
        return forall(h, d, implies(d >= 0, count(halfspaces(h, d, N), N) <= 2 * N**d))

    def base() -> Fact:
        """There are two functions on one point."""
        h, d, one = p.fresh("h", "int->int->real"), p.fresh("d", "int"), term(1)
        some_d, event = p.assume(d >= 0), halfspaces(h, d, one)
        nonempty = p.arith(2**one - 1 + 1 >= 0)
        hit = lam(m, where(event(m), 1, 0))
        most = smaller_sum(p, term(0), 2**one - 1, hit, lam(m, one), nonempty, lambda m, *_: p.decide(event(m), *[
            lambda known: p.arith(hit(m) <= 1, holds(p, event(m), known))] * 2))  # fmt: skip
        flat = sum_of_constants(p).apply(0, 2**one - 1, 1, using=[nonempty])
        shown = p.arith(count(event, one) <= 2 * one**d, most, flat, power_of_one(p).apply(d, using=[some_d]))
        return p.general(h, d, p.implication(some_d.formula, shown))

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        h, d = p.fresh("h", "int->int->real"), p.fresh("d", "int")
        some_d, points = p.assume(d >= 0), p.arith(N >= 0, above)
        event, shorter = halfspaces(h, d, N + 1), halfspaces(h, d, N)
        digits, last = Digits(p, N, points), 2**N - 1
        nonempty = p.arith(last + 1 >= 0, digits.size)
        hit, short = lam(m, where(event(m), 1, 0)), lam(m, where(shorter(m), 1, 0))
        top = [points, p.arith(N <= N + 1 - 1)]
        few = here.apply(h, d, using=[some_d])
        grown = powers_ordered(p).apply(N, using=[points])

        def counted(extra: Term, positive: Callable[[Term], Fact], both: Callable[..., Fact]) -> Fact:
            """count(event) <= count(shorter) + the sum of ``extra``, which is 0 at least and 1 where both of the
            functions m and 2^N + m are realized: ``both(m, bounds, c, values, c', values')``."""

            def each(m: Term, low: Fact, high: Fact) -> Fact:
                goal = 1 * hit(m) + 1 * hit(2**N + m) <= 1 * short(m) + 1 * extra(m)

                def restricted(at: Term, found: Fact) -> Fact:
                    """shorter(m), from event(at)."""
                    c, known = p.obtain(found, "c")
                    value = where(linear(h, c, d, y) >= 0, 1, 0) == Bit(m, y)

                    def point(y: Term, first: Fact, second: Fact) -> Fact:
                        same = [] if at.index == m.index else [digits.same_below(m, y, first, second)]
                        value = where(linear(h, c, d, y) >= 0, 1, 0) == Bit(m, y)
                        return p.arith(value, known.apply(y, using=[first, second]), *same)

                    return p.witness(shorter(m), c, everywhere(p, term(0), N - 1, value, y, point))

                def one(at: Term, found: Fact, missed: Fact) -> Fact:
                    other = missed.formula.args[0]
                    return p.arith(goal, positive(m), holds(p, event(at), found), holds(p, other, missed), holds(
                        p, shorter(m), restricted(at, found)))  # fmt: skip

                def two(lower: Fact, upper: Fact) -> Fact:
                    pair = [*p.obtain(lower, "c"), *p.obtain(upper, "c")]
                    return p.arith(goal, both(m, (low, high), *pair), holds(p, event(m), lower), holds(
                        p, event(2**N + m), upper), holds(p, shorter(m), restricted(m, lower)))  # fmt: skip

                def none(lower: Fact, upper: Fact) -> Fact:
                    return p.arith(goal, positive(m), not_negative(p, shorter(m)), holds(p, event(m), lower), holds(
                        p, event(2**N + m), upper))  # fmt: skip

                return p.decide(event(m), lambda a: p.decide(event(2**N + m), lambda b: two(a, b), lambda b: one(
                    m, a, b)), lambda a: p.decide(event(2**N + m), lambda b: one(2**N + m, b, a), lambda b: none(
                        a, b)))  # fmt: skip

            upper = lam(m, hit(2**N + m))
            ordered = smaller_sum(p, term(0), last, lam(m, 1 * hit(m) + 1 * upper(m)), lam(
                m, 1 * short(m) + 1 * extra(m)), nonempty, each)  # fmt: skip
            sums = [sums_linear(p).apply(0, last, *pair, 1, 1, using=[nonempty]) for pair in (
                (hit, upper), (short, extra))]  # fmt: skip
            split = sum_split(p).apply(0, 2**N, hit, 2**N, using=[digits.size])
            size, few_ = p.fresh("z", "int"), count(shorter, N) + total(m, 0, last, extra(m))
            claim = lam(size, total(m, 0, size - 1, hit(m)) <= few_)
            return p.step("equality", [p.symmetric(digits.double), p.arith(claim(2**N * 2), split, *sums, ordered)], [
                claim])  # fmt: skip

        def at_top(m: Term, bounds: tuple[Fact, Fact], first: Term, one: Fact, second: Term, two: Fact) -> list[Fact]:
            """At the last point the first sum is negative, and the second is not."""
            low, high = (linear(h, c, d, N) >= 0 for c in (first, second))
            return [
                p.refute(low, lambda yes: p.arith(false, one.apply(N, using=top), holds(p, low, yes), digits.low_top(
                    m, *bounds))),
                p.absurd(high, lambda no: p.arith(false, two.apply(N, using=top), holds(p, high, no), digits.high_top(
                    m, *bounds))),
            ]  # fmt: skip

        active = some(j, 0, d - 1, negation(h(j)(N) == 0))
        goal = count(event, N + 1) <= 2 * (N + 1) ** d

        def flat(none: Fact) -> Fact:
            """No sum differs from 0 at the last point."""

            def both(m: Term, bounds: tuple[Fact, Fact], first: Term, *rest: Fact) -> Fact:
                def each(i: Term, low: Fact, high: Fact) -> Fact:
                    zero = p.absurd(h(i)(N) == 0, lambda no: p.conflict(p.exhibit(active, [i], low, high, no), none))
                    return p.arith(first(i) * h(i)(N) == 0, zero, multipliers=[first(i)])

                same = equal_sums(p, term(0), d - 1, lam(i, first(i) * h(i)(N)), lam(i, term(0)), each)
                nothing = sum_of_constants(p).apply(0, d - 1, 0, using=[p.arith(d - 1 + 1 >= 0, some_d)])
                return p.anything(term(0) >= 1, p.arith(false, same, nothing, at_top(m, bounds, first, *rest)[0]))

            whole = counted(lam(m, term(0)), lambda m: p.arith(term(0) >= 0), both)
            none_ = sum_of_constants(p).apply(0, last, 0, using=[nonempty])
            return p.arith(goal, whole, none_, few, grown.apply(d, using=[some_d]))

        def pivot(found: Fact) -> Fact:
            """A half-space through the last point has a parameter less."""
            j, known = p.obtain(found, "j")
            (start, end), nonzero, less = known.left.split(), known.right, d - 1
            spare = p.arith(less >= 0, start, end)
            inverse = p.lemma("inverse", h(j)(N), using=[nonzero])
            ratio = lam(y, h(j)(y) / h(j)(N))
            cut = lam(i, y, h(i)(y) - h(i)(N) * ratio(y))
            rest = lam(i, y, cut(without(j, less)(i))(y))
            other = halfspaces(rest, less, N)
            nonempty_ = p.arith(less + 1 >= 0, spare)

            def both(m: Term, bounds: tuple[Fact, Fact], first: Term, one: Fact, second: Term, two: Fact) -> Fact:
                low, high = at_top(m, bounds, first, one, second, two)
                v0, v1 = (linear(h, c, d, N) for c in (first, second))
                mixed = lam(i, v1 * first(i) + -v0 * second(i))
                chosen = lam(i, mixed(without(j, less)(i)))
                value = where(linear(rest, chosen, less, y) >= 0, 1, 0) == Bit(m, y)

                def equal(y: Term) -> Fact:
                    u = lam(i, mixed(i) * cut(i)(y))
                    none = p.arith(u(j) == 0, inverse, multipliers=[mixed(j) * h(j)(y)])
                    skipped = sum_without(p).apply(u, j, less, using=[spare, start, end, none])
                    pairs = [[lam(i, c(i) * h(i)(x)) for c in (first, second)] for x in (y, N)]
                    parts = [lam(i, v1 * a(i) + -v0 * b(i)) for a, b in pairs]
                    sums = [sums_linear(p).apply(0, less, a, b, v1, -v0, using=[nonempty_]) for a, b in pairs]
                    sums.append(sums_linear(p).apply(0, less, *parts, 1, -ratio(y), using=[nonempty_]))
                    whole = lam(i, 1 * parts[0](i) + -ratio(y) * parts[1](i))
                    same = equal_sums(p, term(0), less, u, whole, lambda i, *_: p.ring(u(i), whole(i)))
                    left, right = linear(rest, chosen, less, y), v1 * linear(h, first, d, y) - v0 * linear(
                        h, second, d, y)  # fmt: skip
                    return p.arith(left == right, skipped, same, *sums, multipliers=[1, ratio(y)])

                def point(y: Term, lower: Fact, upper: Fact) -> Fact:
                    new, old = linear(rest, chosen, less, y) >= 0, [linear(h, c, d, y) >= 0 for c in (first, second)]
                    value, sums = where(new, 1, 0) == Bit(m, y), equal(y)
                    here_, there = (known.apply(y, using=[lower, upper]) for known in (one, two))
                    bit = digits.same_below(m, y, lower, upper)

                    def on(yes: Fact) -> Fact:
                        also = p.absurd(old[1], lambda no: p.arith(false, here_, there, bit, holds(
                            p, old[0], yes), holds(p, old[1], no)))  # fmt: skip
                        up = p.arith(new, sums, p.arith(v1 * old[0].args[1] >= 0, high, yes), p.arith(
                            -v0 * old[1].args[1] >= 0, low, also))  # fmt: skip
                        return p.arith(value, here_, holds(p, old[0], yes), holds(p, new, up))

                    def off(no: Fact) -> Fact:
                        also = p.refute(old[1], lambda yes: p.arith(false, here_, there, bit, holds(
                            p, old[0], no), holds(p, old[1], yes)))  # fmt: skip
                        down = p.arith(negation(new), sums, p.arith(v1 * old[0].args[1] <= 0, high, no), p.arith(
                            -v0 * old[1].args[1] < 0, low, also))  # fmt: skip
                        return p.arith(value, here_, holds(p, old[0], no), holds(p, new, down))

                    return p.decide(old[0], on, off)

                through = p.witness(other(m), chosen, everywhere(p, term(0), N - 1, value, y, point))
                return p.arith(where(other(m), 1, 0) >= 1, holds(p, other(m), through))

            whole = counted(lam(m, where(other(m), 1, 0)), lambda m: not_negative(p, other(m)), both)
            powers = [p.lemma("power_step", x, less, using=[spare]) for x in (N, N + 1)]
            product = p.arith(N**less * (N + 1) <= (N + 1) ** less * (N + 1), grown.apply(less, using=[spare]), points)
            return p.arith(goal, whole, few, here.apply(rest, less, using=[spare]), *powers, product)

        shown = p.decide(active, pivot, flat)
        return p.general(h, d, p.implication(some_d.formula, shown))

    return p.induction("N", 1, claimed, base, step)


# Circuits.


def computed(n: Term, w: Term) -> Term:
    """The functions of n bits that LTF-of-ReLU circuits with w ReLU gates compute."""
    return lam(m, exists(b0, q, g, beta, s, every(y, 0, 2**n - 1, OnBits(b0, q, g, beta, s, w, n, y) == Bit(m, y))))


def coordinates(n: Term) -> Term:
    """Bit i of y, or 1 for i = n."""
    return lam(i, y, where(i <= n - 1, Bit(y, i), 1))


def with_bias(weights: Term, bias: Term, n: Term) -> Term:
    """The weights of the coordinates."""
    return lam(i, where(i <= n - 1, weights(i), bias))


def argument(weights: Term, bias: Term, n: Term, y: Term) -> Term:
    """bias + the weighted sum of the bits of y."""
    return bias + total(i, 0, n - 1, weights(i) * Bit(y, i))


def affine_sum(p: Proof, weights: Term, bias: Term, n: Term, y: Term, some_bits: Fact) -> Fact:
    """The weighted sum of the coordinates is the argument."""
    f, x = with_bias(weights, bias, n), coordinates(n)
    plain, whole = lam(i, weights(i) * Bit(y, i)), lam(i, f(i) * x(i)(y))

    def parts(i: Term, rule: str, known: Fact) -> list[Fact]:
        return [p.lemma(rule, i <= n - 1, a, b, using=[known]) for a, b in ((weights(i), bias), (Bit(y, i), term(1)))]

    same = equal_sums(p, term(0), n - 1, whole, plain, lambda i, low, high: p.arith(whole(i) == plain(i), *parts(
        i, "if_true", high), multipliers=[1, x(i)(y), weights(i)]))  # fmt: skip
    last = parts(n, "if_false", p.arith(negation(n <= n - 1)))
    longer = longer_sum(p, term(0), n - 1, whole, p.arith(n >= 0, some_bits))
    return p.arith(linear(x, f, n + 1, y) == argument(weights, bias, n, y), longer, same, *last, multipliers=[
        1, x(n)(y), bias])  # fmt: skip


def outputs(g: Term, beta: Term, s: Term, n: Term, y: Term) -> Term:
    """The weighted outputs of the ReLU gates."""
    return lam(j, g(j) * maximum(0, argument(s(j), beta(j), n, y)))


def circuits(h: Term, d: Term, n: Term, w: Term) -> Term:
    """The functions of n bits that say where c(0) h(0)(y) + ... + c(d - 1) h(d - 1)(y) and the outputs of w ReLU gates
    add up to at least 0."""
    value = linear(h, c, d, y) + total(j, 1, w, outputs(g, beta, s, n, y)(j))
    return lam(m, exists(c, g, beta, s, every(y, 0, 2**n - 1, where(value >= 0, 1, 0) == Bit(m, y))))


@once
def powers_of_power(p: Proof) -> Fact:
    """For all n, d >= 0: (2^n)^d = 2^(n d)."""
    n = p.fresh("n", "int")
    low = p.assume(n >= 0)

    def step(d: Term, above: Fact, here: Fact) -> Fact:
        added = power_sum(p).apply(n, n * d, using=[low, p.arith(n * d >= 0, low, above)])
        longer = p.lemma("power_step", 2**n, d, using=[above])
        return p.arith((2**n) ** (d + 1) == 2 ** (n * (d + 1)), longer, added, here, multipliers=[1, 2**n])

    base = p.arith((2**n) ** term(0) == 2 ** (n * term(0)), p.lemma("power_zero", 2**n), p.lemma("power_zero", 2))
    every_d = p.induction("d", 0, lambda d: (2**n) ** d == 2 ** (n * d), base, step)
    return p.general(n, p.implication(low.formula, every_d))


def halfspaces_in_bits(p: Proof, h: Term, d: Term, n: Term, bits: Fact, some_d: Fact) -> Fact:
    """At most 2^(1 + n d) functions of n bits say where a sum is at least 0; from n >= 0 and d >= 0."""
    points = power_positive(p).apply(n, using=[bits])
    few = halfspaces_counted(p).apply(2**n, h, d, using=[points, some_d])
    double = p.lemma("power_step", 2, n * d, using=[p.arith(n * d >= 0, bits, some_d)])
    return p.arith(few.formula.args[0] <= 2 ** (1 + n * d), few, double, powers_of_power(p).apply(
        n, d, using=[bits, some_d]))  # fmt: skip


@once
def gates_replaced(p: Proof) -> Fact:
    """For all n >= 1, w >= 0, h and d >= 0: at most 2^(w + 1 + n (d + 2 w (n + 1))) functions of n bits say where a
    sum and the outputs of w ReLU gates add up to at least 0."""
    n = p.fresh("n", "int")
    some_bits = p.assume(n >= 1)
    bits, N, D, x = p.arith(n >= 0, some_bits), 2**n, n + 1, coordinates(n)
    size = power_positive(p).apply(n, using=[bits])
    points, wide = p.arith(N >= 0, size), p.arith(D >= 0, some_bits)
    last = 2**N - 1
    nonempty = p.arith(last + 1 >= 0, power_positive(p).apply(N, using=[points]))
    gate = halfspaces(x, D, N)
    A = lam(k, where(gate(k), 1, 0))

    def bound(w: Term, d: Term) -> Term:
        return w + 1 + n * (d + 2 * w * D)

    def claimed(w: Term) -> Term:
        return forall(h, d, implies(d >= 0, count(circuits(h, d, n, w), N) <= 2 ** bound(w, d)))

    def base() -> Fact:
        h, d = p.fresh("h", "int->int->real"), p.fresh("d", "int")
        some_d = p.assume(d >= 0)
        event, plain = circuits(h, d, n, term(0)), halfspaces(h, d, N)

        def then(m: Term, found: Fact) -> Fact:
            c, g, beta, s, known = p.obtain(found, "c", "g", "beta", "s")
            value = lam(y, where(linear(h, c, d, y) >= 0, 1, 0) == Bit(m, y))

            def point(y: Term, low: Fact, high: Fact) -> Fact:
                none = empty_sum(p, term(1), term(0), outputs(g, beta, s, n, y))
                here = known.apply(y, using=[low, high])
                return p.arith(value(y), here, same_sign(p, here.formula.args[0], value(y).args[0], none))

            return p.witness(plain(m), c, everywhere(p, term(0), N - 1, value(y), y, point))

        less = fewer(p, event, plain, N, points, then)
        shown = p.arith(count(event, N) <= 2 ** bound(term(0), d), less, halfspaces_in_bits(p, h, d, n, bits, some_d))
        return p.general(h, d, p.implication(some_d.formula, shown))

    def step(w: Term, some_w: Fact, here: Fact) -> Fact:
        h, d = p.fresh("h", "int->int->real"), p.fresh("d", "int")
        some_d = p.assume(d >= 0)
        event, more = circuits(h, d, n, w + 1), p.arith(d + D >= 0, some_d, wide)
        # What the sum is made of, and the last gate where it is on as the function k says.
        longer = lam(k, i, y, where(i <= d - 1, h(i)(y), Bit(k, y) * x(i - d)(y)))
        rest = lam(k, circuits(longer(k), d + D, n, w))
        B = lam(m, k, A(k) * where(rest(k)(m), 1, 0))

        def replaced(m: Term, low: Fact, high: Fact) -> Fact:
            """[m is computed] <= the sum over k of B(m, k)."""
            goal = where(event(m), 1, 0) <= total(k, 0, last, B(m)(k))

            def nonnegative(k: Term) -> Fact:
                return p.arith(B(m)(k) >= 0, not_negative(p, gate(k)), not_negative(p, rest(k)(m)))

            def no(missed: Fact) -> Fact:
                least = smaller_sum(p, term(0), last, lam(k, term(0)), B(m), nonempty, lambda k, *_: nonnegative(k))
                none = sum_of_constants(p).apply(0, last, 0, using=[nonempty])
                return p.arith(goal, least, none, holds(p, event(m), missed))

            def yes(found: Fact) -> Fact:
                c, g, beta, s, known = p.obtain(found, "c", "g", "beta", "s")
                weights = with_bias(s(w + 1), beta(w + 1), n)
                fires = lam(y, where(linear(x, weights, D, y) >= 0, 1, 0))
                value = either(fires(y) == 0, fires(y) == 1)
                boolean = p.restate(everywhere(p, term(0), N - 1, value, y, lambda y, *_: p.decide(
                    fires(y).args[0], *[lambda f: p.or_intro(either(fires(y) == 0, fires(y) == 1), holds(
                        p, fires(y).args[0], f))] * 2)), Boolean(fires, N))  # fmt: skip
                one = one_match(p).apply(fires, N, using=[points, boolean])
                match = lam(k, where(matches(fires, k, N), 1, 0))
                outer = lam(i, where(i <= d - 1, c(i), g(w + 1) * weights(i - d)))

                def part(k: Term, *_: Fact) -> Fact:
                    def agrees(same: Fact) -> Fact:
                        shape = p.witness(gate(k), weights, same)
                        return p.arith(match(k) <= B(m)(k), holds(p, matches(fires, k, N), same), holds(
                            p, gate(k), shape), holds(p, rest(k)(m), merged(k, same)), multipliers=[
                                1, where(rest(k)(m), 1, 0)])  # fmt: skip

                    return p.decide(matches(fires, k, N), agrees, lambda no: p.arith(
                        match(k) <= B(m)(k), holds(p, matches(fires, k, N), no), nonnegative(k)))  # fmt: skip

                def merged(k: Term, same: Fact) -> Fact:
                    """The other gates with a longer sum compute the function."""

                    def value(y: Term) -> Term:
                        whole = linear(longer(k), outer, d + D, y) + total(j, 1, w, outputs(g, beta, s, n, y)(j))
                        return where(whole >= 0, 1, 0) == Bit(m, y)

                    def point(y: Term, low: Fact, high: Fact) -> Fact:
                        here, on = (fact.apply(y, using=[low, high]) for fact in (known, same))
                        f, old = lam(i, outer(i) * longer(k)(i)(y)), lam(i, c(i) * h(i)(y))
                        new, factor = lam(i, weights(i) * x(i)(y)), g(w + 1) * Bit(k, y)

                        def parts(i: Term, rule: str, fact: Fact) -> list[Fact]:
                            pairs = (c(i), g(w + 1) * weights(i - d)), (h(i)(y), Bit(k, y) * x(i - d)(y))
                            return [p.lemma(rule, i <= d - 1, a, b, using=[fact]) for a, b in pairs]

                        def first(i: Term, _: Fact, high: Fact) -> Fact:
                            return p.arith(f(i) == old(i), *parts(i, "if_true", high), multipliers=[
                                1, longer(k)(i)(y), c(i)])  # fmt: skip

                        def second(i: Term, low: Fact, _: Fact) -> Fact:
                            beyond = p.arith(negation(d + i <= d - 1), low)
                            return p.arith(f(d + i) == factor * new(i), *parts(d + i, "if_false", beyond), multipliers=[
                                1, longer(k)(d + i)(y), g(w + 1) * weights(i)])  # fmt: skip

                        sums = [
                            sum_split(p).apply(0, d, f, D, using=[some_d, wide]),
                            equal_sums(p, term(0), d - 1, f, old, first),
                            equal_sums(p, term(0), D - 1, lam(i, f(d + i)), lam(i, factor * new(i)), second),
                            sums_scaled(p).apply(0, D - 1, new, factor, using=[p.arith(D - 1 + 1 >= 0, wide)]),
                            longer_sum(p, term(1), w, outputs(g, beta, s, n, y), some_w),
                        ]
                        plain = affine_sum(p, s(w + 1), beta(w + 1), n, y, some_bits)
                        a, b = plain.formula.args
                        relu = p.decide(a >= 0, *[lambda sign: p.by_cases(p.lemma("max", 0, b), *[lambda most: p.arith(
                            maximum(0, b) == Bit(k, y) * a, plain, on, holds(p, a >= 0, sign), most, sign, multipliers=[
                                1, a])] * 2)] * 2)  # fmt: skip
                        before, after = (formula.args[0] for formula in (here.formula, value(y)))
                        equal = p.arith(before.args[0].args[1] == after.args[0].args[1], *sums, relu, multipliers=[
                            1, g(w + 1)])  # fmt: skip
                        return p.arith(value(y), here, same_sign(p, before, after, equal))

                    return p.witness(rest(k)(m), outer, g, beta, s, everywhere(p, term(0), N - 1, value(y), y, point))

                counted = smaller_sum(p, term(0), last, match, B(m), nonempty, part)
                return p.arith(goal, counted, one, holds(p, event(m), found))

            return p.decide(event(m), yes, no)

        ordered = smaller_sum(p, term(0), last, lam(m, where(event(m), 1, 0)), lam(m, total(k, 0, last, B(m)(k))),
                              nonempty, replaced)  # fmt: skip
        swapped = sums_swapped(p).apply(0, last, 0, last, B, using=[nonempty, nonempty])
        upper = 2 ** bound(w, d + D)

        def column(k: Term, *_: Fact) -> Fact:
            scaled = sums_scaled(p).apply(0, last, lam(m, where(rest(k)(m), 1, 0)), A(k), using=[nonempty])
            few = here.apply(longer(k), d + D, using=[more])
            return p.arith(total(m, 0, last, B(m)(k)) <= upper * A(k), scaled, p.arith(
                A(k) * (upper - few.formula.args[0]) >= 0, not_negative(p, gate(k)), few))  # fmt: skip

        rows = lam(k, total(m, 0, last, B(m)(k)))
        columns = smaller_sum(p, term(0), last, rows, lam(k, upper * A(k)), nonempty, column)
        scaled = sums_scaled(p).apply(0, last, A, upper, using=[nonempty])
        few = halfspaces_in_bits(p, x, D, n, bits, wide)
        cells = p.arith(n * D >= 0, bits, wide)
        natural = p.arith(bound(w, d + D) >= 0, some_w, cells, p.arith(n * d >= 0, bits, some_d), p.arith(
            w * (n * D) >= 0, some_w, cells))  # fmt: skip
        product = power_sum(p).apply(bound(w, d + D), 1 + n * D, using=[natural, p.arith(1 + n * D >= 0, cells)])
        positive = power_positive(p).apply(bound(w, d + D), using=[natural])
        shown = p.arith(count(event, N) <= 2 ** bound(w + 1, d), ordered, swapped, columns, scaled, product, p.arith(
            upper * (2 ** (1 + n * D) - count(gate, N)) >= 0, positive, few))  # fmt: skip
        return p.general(h, d, p.implication(some_d.formula, shown))

    return p.general(n, p.implication(some_bits.formula, p.induction("w", 0, claimed, base, step)))


def same_sign(p: Proof, first: Term, second: Term, *equal: Fact) -> Fact:
    """where(a >= 0, 1, 0) = where(b >= 0, 1, 0), from what makes a and b equal."""
    one, other = first.args[0], second.args[0]
    return same_indicators(p, one, other, lambda f: p.arith(other, f, *equal), lambda f: p.arith(one, f, *equal))


@once
def circuits_counted(p: Proof) -> Fact:
    """For all n >= 1 and w >= 0: LTF-of-ReLU circuits with w ReLU gates on n bits compute at most
    2^(w + 1 + n (n + 1) (2 w + 1)) functions."""
    n, w = p.fresh("n", "int"), p.fresh("w", "int")
    some_bits, some_w = p.assume(n >= 1), p.assume(w >= 0)
    N, D, x = 2**n, n + 1, coordinates(n)
    points = power_positive(p).apply(n, using=[p.arith(n >= 0, some_bits)])
    target = circuits(x, D, n, w)

    def then(m: Term, found: Fact) -> Fact:
        b0, q, g, beta, s, known = p.obtain(found, "b0", "q", "g", "beta", "s")
        wires = with_bias(q, b0, n)

        def value(y: Term, inputs: Term) -> Term:
            gates = total(j, 1, w, outputs(g, beta, s, n, y)(j))
            return where(inputs + gates >= 0, 1, 0) == Bit(m, y)

        def point(y: Term, low: Fact, high: Fact) -> Fact:
            same = affine_sum(p, q, b0, n, y, some_bits)
            new, old = (value(y, side) for side in same.formula.args)
            here = p.restate(known.apply(y, using=[low, high]), old)
            return p.arith(new, here, same_sign(p, old.args[0], new.args[0], same))

        goal = value(y, linear(x, wires, D, y))
        return p.witness(target(m), wires, g, beta, s, everywhere(p, term(0), N - 1, goal, y, point))

    less = fewer(p, computed(n, w), target, N, p.arith(N >= 0, points), then)
    few = gates_replaced(p).apply(n, w, x, D, using=[some_bits, some_w, p.arith(D >= 0, some_bits)])
    shown = p.arith(less.formula.args[0] <= 2 ** (w + 1 + n * (n + 1) * (2 * w + 1)), less, few)
    return p.general(n, w, p.implication(some_bits.formula, p.implication(some_w.formula, shown)))
