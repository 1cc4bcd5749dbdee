"""How many Boolean functions LTF-of-ReLU circuits compute (Section 2.6): from moments, without Maass's theorem.

A function m on N points is one of 0, 1, ..., 2^N - 1. For a family of functions, those that it realizes are counted by
the sum over m of [m is realized].
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import power_of_exp
from numerics.sums import (
    empty_sum,
    equal_sums,
    everywhere,
    longer_sum,
    once,
    smaller_sum,
    sum_of_constants,
    sums_scaled,
    sums_swapped,
)
from numerics.terms import (
    Term,
    conj,
    either,
    every,
    exists,
    exp,
    false,
    floor,
    function,
    implies,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.mukherjee2020.andreev import Bin, Bits, bin_bounds, digits_of_bin
from theorems.mukherjee2020.boolean import Bit, floor_shift, floor_small, power_positive, same_indicators
from theorems.mukherjee2020.choices import holds, sum_of_one
from theorems.mukherjee2020.digits import powers_positive, sum_in_blocks
from theorems.mukherjee2020.patterns import Moments, affine, affine_moments, shown, signed
from theorems.mukherjee2020.relu_circuits import OnBits

i, j, m, x, y = (integer(name) for name in "ijmxy")
e = integer("e")


def realized(phi: Term, tie: Term, h: Term, d: Term, N: Term) -> Term:
    """The functions that are a pattern of signs of phi + beta(1) h(1) + ... + beta(d) h(d)."""
    beta = function("beta", "int->real")
    value = lam(y, phi(y) + total(i, 1, d, beta(i) * h(i)(y)))
    return lam(m, exists(beta, every(y, 0, N - 1, where(signed(value(y), tie(y)), 1, 0) == Bit(m, y))))


def count(event: Term, N: Term) -> Term:
    """How many functions on N points have a property."""
    return total(m, 0, 2**N - 1, where(event(m), 1, 0))


@once
def patterns_counted(p: Proof) -> Fact:
    """For all N >= 1, d >= 0, phi, tie, h: at most (3N + 1)^d functions are realized."""
    N, d = p.fresh("N", "int"), p.fresh("d", "int")
    positive, some_d = p.assume(N >= 1), p.assume(d >= 0)
    phi, tie, h = p.fresh("phi", "int->real"), p.fresh("tie", "int->bool"), p.fresh("h", "int->int->real")
    K = 3 * N + 1
    event = realized(phi, tie, h, d, N)
    number = powers_positive(p).apply(K, d, using=[p.arith(K >= 1, positive), some_d])
    # The functions are chosen by their numbers: beta(m) realizes m, if anything does.
    k = p.fresh("m", "int")
    b = function("beta", "int->real")

    def matched(b: Term) -> Term:
        value = lam(y, phi(y) + total(i, 1, d, b(i) * h(i)(y)))
        return every(y, 0, N - 1, where(signed(value(y), tie(y)), 1, 0) == Bit(k, y))

    some_beta = exists(b, implies(event(k), matched(b)))

    def chosen(found: Fact) -> Fact:
        beta, known = p.obtain(found, "beta")
        return p.witness(some_beta, beta, p.implication(event(k), known))

    def nothing(no: Fact) -> Fact:
        zero = lam(i, term(0))
        given = p.assume(event(k))
        return p.witness(some_beta, zero, p.implication(event(k), p.anything(matched(zero), p.conflict(given, no))))

    selected = p.choose(p.general(k, p.decide(event(k), chosen, nothing)), "beta")
    beta, each = p.obtain(selected, "beta")
    z = 1 / (K**d + 2)
    inverse = p.lemma("inverse", K**d + 2, using=[p.arith(negation(K**d + 2 == 0), number)])
    positive_z = p.arith(z > 0, inverse, number)
    over = p.lemma("inverse", N, using=[p.arith(negation(N == 0), positive)])
    share = z / N
    positive_share = p.arith(share > 0, p.arith(z * (1 / N) > 0, positive_z, p.arith(1 / N > 0, over, positive)))
    t = -log(share) / 2
    M = Moments(p, N, t, positive)
    values = lambda m, y: signed(affine(phi, h, beta, d)(m, y), tie(y))  # noqa: E731
    moment = affine_moments(p).apply(t, N, d, using=[positive, some_d])(phi, tie, h, beta)
    weight = lam(m, exp(M.exponent(values, m)))
    top = exp(t * N)

    def pointwise(m: Term, low: Fact, high: Fact) -> Fact:
        goal = top * where(event(m), 1, 0) <= weight(m)
        sign = p.lemma("exp_positive", weight(m).args[0])

        def yes(found: Fact) -> Fact:
            all_points = each.apply(m, using=[found])
            hits = lam(y, where(shown(lambda y: values(m, y))(y) == Bit(m, y), 1, 0))
            same = equal_sums(
                p,
                term(0),
                N - 1,
                hits,
                lam(y, term(1)),
                lambda y, first, last: p.arith(
                    hits(y) == 1,
                    p.lemma("if_true", hits(y).args[0], 1, 0, using=[all_points.apply(y, using=[first, last])]),
                ),
            )
            flat = sum_of_constants(p).apply(0, N - 1, 1, using=[p.arith(N - 1 + 1 >= 0, positive)])
            r = p.fresh("r", "real")
            equal = p.congruent(lam(r, exp(r)), p.arith(weight(m).args[0] == t * N, same, flat, multipliers=[1, t]))
            return p.arith(goal, equal, holds(p, event(m), found), multipliers=[1, top])

        return p.decide(event(m), yes, lambda no: p.arith(goal, sign, holds(p, event(m), no), multipliers=[top]))

    indicator = lam(m, where(event(m), 1, 0))
    ordered = smaller_sum(p, term(0), M.last, lam(m, top * indicator(m)), weight, M.nonempty, pointwise)
    scaled = sums_scaled(p).apply(0, M.last, indicator, top, using=[M.nonempty])
    R = count(event, N)
    # 2^N cosh(t)^N = exp(t N) (1 + share)^N <= exp(t N) exp(z).
    positive_top = p.lemma("exp_positive", t * N)
    r = p.fresh("r", "real")
    mean = (exp(t) + exp(-t)) / 2
    square = p.arith(exp(-t) * exp(-t) == share, p.lemma("exp_sum", -t, -t), p.congruent(lam(r, exp(r)), p.arith(
        -t + -t == log(share))), p.lemma("exp_log", share, using=[positive_share]))  # fmt: skip
    unit = p.arith(exp(t) * exp(-t) == 1, p.lemma("exp_sum", t, -t), p.lemma("exp_zero"), p.congruent(
        lam(r, exp(r)), p.arith(t + -t == 0)))  # fmt: skip
    one = p.arith(2 * mean == exp(t) * (1 + share), square, unit, multipliers=[1, exp(t), exp(-t)])
    tangent = p.lemma("exp_tangent", share)
    bound = p.arith(
        2 * mean <= exp(t) * exp(share),
        one,
        p.arith(exp(t) * (exp(share) - 1 - share) >= 0, tangent, p.lemma("exp_positive", t)),
    )
    up = p.arith(mean > 0, p.lemma("exp_positive", t), p.lemma("exp_positive", -t))
    base = exp(t) * exp(share)
    above_base = p.arith(base > 0, p.lemma("exp_positive", t), p.lemma("exp_positive", share))

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", v, n, using=[above]) for v in (term(2), mean, base)]
        low, high = here.split()
        first = p.arith(2**n * mean**n * (2 * mean) > 0, low, up)
        second = p.arith(
            2**n * mean**n * (2 * mean) <= base**n * base,
            p.arith(2**n * mean**n * (base - 2 * mean) >= 0, low, (bound)),
            p.arith((base**n - 2**n * mean**n) * base >= 0, high, above_base),
        )
        return p.both(
            p.arith(2 ** (n + 1) * mean ** (n + 1) > 0, first, *powers, multipliers=[1, mean ** (n + 1), 2**n * 2]),
            p.arith(
                2 ** (n + 1) * mean ** (n + 1) <= base ** (n + 1),
                second,
                *powers,
                multipliers=[1, mean ** (n + 1), 2**n * 2],
            ),
        )

    def claimed(n: Term) -> Term:
        return conj(2**n * mean**n > 0, 2**n * mean**n <= base**n)

    zeros = [p.lemma("power_zero", v) for v in (term(2), mean, base)]
    start = p.both(*(p.arith(part, *zeros, multipliers=[1, mean ** term(0)]) for part in claimed(term(0)).args))
    powers = p.induction("n", 0, claimed, start, step).apply(N, using=[M.points]).right
    whole = power_of_exp(p, base, p.arith(exp(t + share) == base, p.lemma("exp_sum", t, share)), t + share, N, M.points)
    final = p.arith(base**N == top * exp(z), whole, p.lemma("exp_sum", t * N, z), p.congruent(lam(r, exp(r)), p.arith(
        N * (t + share) == t * N + z, over, multipliers=[z])))  # fmt: skip
    counted = p.arith(top * R <= top * (K**d * exp(z)), ordered, scaled, moment, p.arith(K**d * (
        base**N - 2**N * mean**N) >= 0, powers, number), final, multipliers=[1, K**d])  # fmt: skip
    few = p.absurd(R <= K**d * exp(z), lambda no: p.arith(false, counted, p.arith(top * (R - K**d * exp(z)) > 0, no, (
        positive_top))))  # fmt: skip
    flip = p.arith(exp(z) * exp(-z) == 1, p.lemma("exp_sum", z, -z), p.lemma("exp_zero"), p.congruent(
        lam(r, exp(r)), p.arith(z + -z == 0)))  # fmt: skip
    small = p.arith(exp(z) * (1 - z) <= 1, flip, p.arith(exp(z) * (exp(-z) - 1 + z) >= 0, p.lemma(
        "exp_tangent", -z), p.lemma("exp_positive", z)))  # fmt: skip
    near = p.arith(
        exp(z) * (K**d + 1) <= K**d + 2,
        p.arith((1 - exp(z) * (1 - z)) * (K**d + 2) >= 0, small, number),
        inverse,
        multipliers=[exp(z)],
    )
    room = p.arith(
        K**d * exp(z) < K**d + 1, p.arith((K**d + 2 - exp(z) * (K**d + 1)) * K**d >= 0, near, number), near, number
    )
    shown_ = p.absurd(R <= K**d, lambda no: p.arith(false, few, room, p.arith(R >= K**d + 1, no)))
    shown_ = p.close(shown_)
    return p.general(
        N, d, p.implication(positive.formula, p.implication(some_d.formula, p.general(phi, tie, h, shown_)))
    )


def gridded(a: Term, W: Term, D: Term, N: Term) -> Term:
    """The functions [the sum of beta(j)(e) a(j)(e) is at least 0], for j = 0, ..., W - 1 and e = 0, ..., D - 1."""
    beta = function("beta", "int->int->real")
    return lam(m, exists(beta, every(y, 0, N - 1, where(grid(a, beta, W, D, y) >= 0, 1, 0) == Bit(m, y))))


def grid(a: Term, beta: Term, W: Term, D: Term, y: Term) -> Term:
    """The sum of beta(j)(e) a(j)(e)(y)."""
    return total(j, 0, W - 1, total(e, 0, D - 1, beta(j)(e) * a(j)(e)(y)))


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


def fewer(p: Proof, first: Term, second: Term, N: Term, points: Fact, then: Callable[[Term, Fact], Fact]) -> Fact:
    """count(first) <= count(second), from ``then(m, first(m))``, which gives second(m); ``points`` is N >= 0."""
    size = power_positive(p).apply(N, using=[points])

    def each(m: Term, low: Fact, high: Fact) -> Fact:
        goal = where(first(m), 1, 0) <= where(second(m), 1, 0)
        return p.decide(first(m), lambda yes: p.arith(goal, holds(p, first(m), yes), holds(p, second(m), then(m, yes))),
                        lambda no: p.decide(second(m), *[lambda f: p.arith(goal, holds(p, first(m), no), holds(
                            p, second(m), f))] * 2))  # fmt: skip

    return smaller_sum(p, term(0), 2**N - 1, lam(m, where(first(m), 1, 0)), lam(m, where(second(m), 1, 0)), p.arith(
        2**N - 1 + 1 >= 0, size), each)  # fmt: skip


@once
def grids_counted(p: Proof) -> Fact:
    """For all N >= 1, W >= 0, D >= 1, a: at most (3N + 1)^(W D) functions are such signs of sums."""
    N, W, D = (p.fresh(name, "int") for name in "NWD")
    positive, some_w, some_d = p.assume(N >= 1), p.assume(W >= 0), p.assume(D >= 1)
    a = p.fresh("a", "int->int->int->real")
    row = lam(x, floor(x / D))
    place = lam(x, x - D * floor(x / D))
    h = lam(i, y, a(row(i - 1))(place(i - 1))(y))
    zero, always = lam(y, term(0)), lam(y, term(0) == 0)
    cells = p.arith(W * D >= 0, some_w, some_d)
    bound = patterns_counted(p).apply(N, W * D, zero, always, h, using=[positive, cells])

    def then(m: Term, found: Fact) -> Fact:
        beta, known = p.obtain(found, "beta")
        b = lam(i, beta(row(i - 1))(place(i - 1)))

        def each(y: Term, low: Fact, high: Fact) -> Fact:
            u = lam(x, beta(row(x))(place(x)) * a(row(x))(place(x))(y))
            moved = shifted_sum(p).apply(u, W * D, using=[cells])
            blocks = sum_in_blocks(p).apply(u, D, W, using=[p.arith(D >= 0, some_d), some_w])

            def line(j: Term, first: Fact, last: Fact) -> Fact:
                def cell(e: Term, start: Fact, end: Fact) -> Fact:
                    at = j * D + e
                    none = floor_small(p).apply(D, e, using=[start, p.arith(e < D, end)])
                    same = p.arith(
                        row(at) == j, floor_shift(p).apply(D, j * D, j, e, using=[some_d, p.ring(D * j, j * D)]), none
                    )
                    rest = p.arith(place(at) == e, same, multipliers=[D])
                    k, l = p.fresh("k", "int"), p.fresh("l", "int")
                    one = p.congruent(lam(k, beta(k)(place(at)) * a(k)(place(at))(y)), same)
                    two = p.congruent(lam(l, beta(j)(l) * a(j)(l)(y)), rest)
                    return p.arith(u(at) == beta(j)(e) * a(j)(e)(y), one, two)

                return equal_sums(p, term(0), D - 1, lam(e, u(j * D + e)), lam(e, beta(j)(e) * a(j)(e)(y)), cell)

            lines = equal_sums(p, term(0), W - 1, lam(j, total(e, 0, D - 1, u(j * D + e))), lam(
                j, total(e, 0, D - 1, beta(j)(e) * a(j)(e)(y))), line)  # fmt: skip
            value = zero(y) + total(i, 1, W * D, b(i) * h(i)(y))
            equal = p.arith(value == grid(a, beta, W, D, y), moved, blocks, lines)
            here = known.apply(y, using=[low, high])
            sign, plain = signed(value, always(y)), grid(a, beta, W, D, y) >= 0
            goal = where(sign, 1, 0) == Bit(m, y)

            def up(yes: Fact) -> Fact:
                there = p.decide(value > 0, lambda more: p.or_intro(sign, more), lambda no: p.or_intro(sign, p.both(
                    p.arith(value == 0, no, yes, equal), p.ring(0, 0))))  # fmt: skip
                return p.arith(goal, here, holds(p, plain, yes), holds(p, sign, there))

            def down(no: Fact) -> Fact:
                def wrong(known_: Fact) -> Fact:
                    return p.by_cases(known_, lambda more: p.arith(false, more, equal, no), lambda both: p.arith(
                        false, both.left, equal, no))  # fmt: skip

                return p.arith(goal, here, holds(p, plain, no), holds(p, sign, p.refute(sign, wrong)))

            return p.decide(plain, up, down)

        claim = where(signed(zero(y) + total(i, 1, W * D, b(i) * h(i)(y)), always(y)), 1, 0) == Bit(m, y)
        return p.witness(realized(zero, always, h, W * D, N)(m), b, everywhere(p, term(0), N - 1, claim, y, each))

    less = fewer(p, gridded(a, W, D, N), realized(zero, always, h, W * D, N), N, p.arith(N >= 0, positive), then)
    shown_ = p.arith(count(gridded(a, W, D, N), N) <= (3 * N + 1) ** (W * D), less, bound)
    for premise in (some_d, some_w, positive):
        shown_ = p.implication(premise.formula, shown_)
    return p.general(N, W, D, a, shown_)


def computed(n: Term, w: Term) -> Term:
    """The functions of n bits that LTF-of-ReLU circuits with w ReLU gates compute."""
    b0, q, g, beta = real("b0"), *(function(name, "int->real") for name in ("q", "g", "beta"))
    s = function("v", "int->int->real")
    return lam(m, exists(b0, q, g, beta, s, every(y, 0, 2**n - 1, OnBits(b0, q, g, beta, s, w, n, y) == Bit(m, y))))


class Counting:
    """Circuits with w >= 1 ReLU gates on n >= 1 bits; N = 2^n points, and w N pairs of a gate and a point."""

    def __init__(self, p: Proof, n: Term, w: Term, positive: Fact, some_w: Fact) -> None:
        self.p, self.n, self.w, self.positive, self.some_w = p, n, w, positive, some_w
        self.N, self.D = 2**n, n + 1
        self.points = power_positive(p).apply(n, using=[p.arith(n >= 0, positive)])
        self.pairs = w * self.N
        self.some_pairs = p.arith(self.pairs >= 1, self.points, some_w)
        self.gate = lam(x, floor(x / self.N))
        self.rest = lam(x, x - self.N * floor(x / self.N))

    def coordinate(self, e: Term, y: Term) -> Term:
        """Bit e of y, or 1 for e = n."""
        return where(e <= self.n - 1, Bit(y, e), 1)

    def with_bias(self, weights: Term, bias: Term) -> Term:
        """The weights of the coordinates."""
        return lam(e, where(e <= self.n - 1, weights(e), bias))

    def argument(self, weights: Term, bias: Term, y: Term) -> Term:
        """bias + the weighted sum of the bits of y."""
        return bias + total(e, 0, self.n - 1, weights(e) * Bit(y, e))

    def line(self, weights: Term, bias: Term, y: Term) -> Fact:
        """The weighted sum of the coordinates is the argument."""
        p, n, c = self.p, self.n, self.with_bias(weights, bias)
        f = lam(e, c(e) * self.coordinate(e, y))
        longer = longer_sum(p, term(0), n - 1, f, p.arith(n >= 0, self.positive))
        k = p.fresh("k", "int")
        whole = p.congruent(lam(k, total(e, 0, k, f(e))), p.ring(n - 1 + 1, self.D - 1))

        def each(e: Term, low: Fact, high: Fact) -> Fact:
            parts = [p.lemma("if_true", e <= n - 1, a, b, using=[high]) for a, b in ((weights(e), bias), (
                Bit(y, e), term(1)))]  # fmt: skip
            return p.arith(f(e) == weights(e) * Bit(y, e), *parts, multipliers=[1, self.coordinate(e, y), weights(e)])

        same = equal_sums(p, term(0), n - 1, f, lam(e, weights(e) * Bit(y, e)), each)
        top = n - 1 + 1
        beyond = p.arith(negation(top <= n - 1))
        parts = [p.lemma("if_false", top <= n - 1, a, b, using=[beyond]) for a, b in ((weights(top), bias), (
            Bit(y, top), term(1)))]  # fmt: skip
        return p.arith(total(e, 0, self.D - 1, f(e)) == self.argument(weights, bias, y), longer, whole, same, *parts,
                       multipliers=[1, self.coordinate(top, y), bias])  # fmt: skip

    def bottom(self) -> Term:
        """What the weights of the gates multiply, at a pair."""
        return lam(j, e, x, where(j == self.gate(x), self.coordinate(e, self.rest(x)), 0))

    def top(self, k: Term) -> Term:
        """What the output weights multiply at a point, for gates on or off as the bits of k say; last, the wires."""
        return lam(j, e, y, where(j <= self.w - 1, Bit(k, j * self.N + y), 1) * self.coordinate(e, y))

    def scaled(self, c: Term, factor: Term, y: Term, value: Fact, each: Callable[[Term], Fact], f: Term) -> Fact:
        """The sum of f over the coordinates is the factor times the argument; ``each(e)``: f(e) = factor c(e) x(e)."""
        p = self.p
        g = lam(e, c(e) * self.coordinate(e, y))
        nonempty = p.arith(self.D - 1 + 1 >= 0, self.positive)
        same = equal_sums(p, term(0), self.D - 1, f, lam(e, factor * g(e)), lambda e, low, high: each(e))
        sums = sums_scaled(p).apply(0, self.D - 1, g, factor, using=[nonempty])
        return p.arith(total(e, 0, self.D - 1, f(e)) == factor * value.formula.args[1], same, sums, value, multipliers=[
            1, factor])  # fmt: skip

    def at_pair(self, s: Term, beta: Term, P: Term, low: Fact, high: Fact) -> Fact:
        """The sums for the gates at the pair P are the argument of its gate at its point."""
        p, w = self.p, self.w
        weights = lam(j, self.with_bias(s(j + 1), beta(j + 1)))
        at, y = self.gate(P), self.rest(P)
        inverse = p.lemma("inverse", self.N, using=[p.arith(negation(self.N == 0), self.points)])
        floors = p.lemma("floor", P / self.N)
        ratio = p.arith(P / self.N * self.N == P, inverse, multipliers=[P])
        start = p.arith(
            at >= 0, floors.right, p.arith(P / self.N >= 0, low, p.arith(1 / self.N > 0, inverse, self.points))
        )
        below = p.arith(at * self.N <= P, ratio, p.arith((P / self.N - at) * self.N >= 0, floors.left, self.points))
        end = p.arith(at <= w - 1, p.absurd(at < w, lambda no: p.arith(false, below, high, p.arith(
            (at - w) * self.N >= 0, no, self.points))))  # fmt: skip
        value = lam(j, self.argument(s(j + 1), beta(j + 1), y))

        def row(j: Term, first: Fact, last: Fact) -> Fact:
            flag = where(j == at, 1, 0)
            f = lam(e, weights(j)(e) * self.bottom()(j)(e)(P))

            def each(e: Term) -> Fact:
                c, x_ = weights(j)(e), self.coordinate(e, y)
                return p.decide(j == at, lambda yes: p.arith(f(e) == flag * (c * x_), holds(p, j == at, yes), p.lemma(
                    "if_true", j == at, x_, 0, using=[yes]), multipliers=[c * x_, c]), lambda no: p.arith(
                        f(e) == flag * (c * x_), holds(p, j == at, no), p.lemma("if_false", j == at, x_, 0, using=[no]),
                        multipliers=[c * x_, c]))  # fmt: skip

            known = self.scaled(weights(j), flag, y, self.line(s(j + 1), beta(j + 1), y), each, f)
            k = p.fresh("k", "int")
            goal = f_sum(f) == value(at) * flag

            def f_hit(yes: Fact) -> Fact:
                same = p.congruent(lam(k, value(k)), yes)
                return p.arith(goal, known, same, multipliers=[1, flag])

            return p.decide(j == at, f_hit, lambda no: p.arith(goal, known, holds(p, j == at, no), multipliers=[
                1, value(j), value(at)]))  # fmt: skip

        def f_sum(f: Term) -> Term:
            return total(e, 0, self.D - 1, f(e))

        rows = equal_sums(
            p,
            term(0),
            w - 1,
            lam(j, total(e, 0, self.D - 1, weights(j)(e) * self.bottom()(j)(e)(P))),
            lam(j, value(at) * where(j == at, 1, 0)),
            row,
        )
        nonempty = p.arith(w - 1 + 1 >= 0, self.some_w)
        picked = sums_scaled(p).apply(0, w - 1, lam(j, where(j == at, 1, 0)), value(at), using=[nonempty])
        one = sum_of_one(p).apply(at, w, using=[start, p.arith(w >= 0, self.some_w), end])
        return p.arith(
            grid(self.bottom(), weights, w, self.D, P) == value(at), rows, picked, one, multipliers=[1, value(at)]
        )


@once
def circuits_counted(p: Proof) -> Fact:
    """For all n, w >= 1: LTF-of-ReLU circuits with w ReLU gates on n bits compute at most (3 w 2^n + 1)^(w (n + 1))
    (3 * 2^n + 1)^((w + 1) (n + 1)) functions."""
    n, w = p.fresh("n", "int"), p.fresh("w", "int")
    positive, some_w = p.assume(n >= 1), p.assume(w >= 1)
    C = Counting(p, n, w, positive, some_w)
    N, D, pairs = C.N, C.D, C.pairs
    some_points = p.arith(N >= 0, C.points)
    long = p.arith(pairs >= 0, C.some_pairs)
    sizes = [power_positive(p).apply(e, using=[known]) for e, known in ((N, some_points), (pairs, long))]
    nonempty = [p.arith(2**e - 1 + 1 >= 0, size) for e, size in ((N, sizes[0]), (pairs, sizes[1]))]
    k = integer("k")
    bottom = gridded(C.bottom(), w, D, pairs)
    tops = lambda k: gridded(C.top(k), w + 1, D, N)  # noqa: E731
    A = lam(k, where(bottom(k), 1, 0))
    B = lam(m, k, A(k) * where(tops(k)(m), 1, 0))
    event = computed(n, w)

    def one(m: Term, low: Fact, high: Fact) -> Fact:
        """[m is computed] <= the sum over k of B(m, k)."""
        goal = where(event(m), 1, 0) <= total(k, 0, 2**pairs - 1, B(m)(k))
        v = p.fresh("k", "int")

        def nonnegative(v: Term) -> Fact:
            return p.decide(
                bottom(v),
                lambda a: p.decide(
                    tops(v)(m),
                    *[
                        lambda b: p.arith(
                            B(m)(v) >= 0,
                            holds(p, bottom(v), a),
                            holds(p, tops(v)(m), b),
                            multipliers=[1, A(v), where(tops(v)(m), 1, 0)],
                        )
                    ]
                    * 2,
                ),
                lambda a: p.arith(B(m)(v) >= 0, holds(p, bottom(v), a), multipliers=[1, where(tops(v)(m), 1, 0)]),
            )

        def no(missed: Fact) -> Fact:
            least = smaller_sum(
                p, term(0), 2**pairs - 1, lam(k, term(0)), B(m), nonempty[1], lambda v, *_: nonnegative(v)
            )
            none = sum_of_constants(p).apply(0, 2**pairs - 1, 0, using=[nonempty[1]])
            return p.arith(goal, least, none, holds(p, event(m), missed))

        def yes(found: Fact) -> Fact:
            *names, known = p.obtain(found, "b0", "q", "g", "beta", "s")
            b0, q, g, beta, s = names
            fires = lam(x, where(C.argument(s(C.gate(x) + 1), beta(C.gate(x) + 1), C.rest(x)) >= 0, 1, 0))
            string = lam(i, fires(pairs - i))
            bits = everywhere(p, term(1), pairs, either(string(i) == 0, string(i) == 1), i, lambda i, *_: p.decide(
                string(i).args[0], *[lambda f: p.or_intro(either(string(i) == 0, string(i) == 1), holds(
                    p, string(i).args[0], f))] * 2))  # fmt: skip
            bits = p.restate(bits, Bits(string, pairs))
            at = Bin(string, pairs)
            start, end = bin_bounds(p).apply(string, pairs, using=[long, bits]).split()
            every_digit = digits_of_bin(p).apply(pairs, string, using=[long, bits])

            def digit(P: Term, first: Fact, last: Fact) -> Fact:
                """Bit(at, P) = fires(P)."""
                there = every_digit.apply(
                    pairs - P, using=[p.arith(pairs - P >= 1, last), p.arith(pairs - P <= pairs, first)]
                )
                z = p.fresh("z", "int")
                return p.step("equality", [p.ring(pairs - (pairs - P), P), there], [lam(z, Bit(at, z) == fires(z))])

            weights = lam(j, C.with_bias(s(j + 1), beta(j + 1)))

            def pair(P: Term, first: Fact, last: Fact) -> Fact:
                value = C.at_pair(s, beta, P, first, last)
                plain, other = value.formula.args
                same = same_indicators(
                    p,
                    plain >= 0,
                    other >= 0,
                    lambda f: p.arith(other >= 0, f, value),
                    lambda f: p.arith(plain >= 0, f, value),
                )
                return p.arith(where(plain >= 0, 1, 0) == Bit(at, P), same, digit(P, first, last))

            claim = where(grid(C.bottom(), weights, w, D, y) >= 0, 1, 0) == Bit(at, y)
            below = p.witness(bottom(at), weights, everywhere(p, term(0), pairs - 1, claim, y, pair))
            outer = lam(j, e, where(j <= w - 1, g(j + 1) * weights(j)(e), C.with_bias(q, b0)(e)))

            def point(y: Term, first: Fact, last: Fact) -> Fact:
                here = known.apply(y, using=[first, last])
                G = lam(j, g(j) * maximum(0, C.argument(s(j), beta(j), y)))
                moved = shifted_sum(p).apply(lam(x, G(x + 1)), w, using=[p.arith(w >= 0, some_w)])
                back = equal_sums(
                    p, term(1), w, lam(j, G(j - 1 + 1)), G, lambda j, *_: p.congruent(G, p.ring(j - 1 + 1, j))
                )
                f = lam(j, total(e, 0, D - 1, outer(j)(e) * C.top(at)(j)(e)(y)))
                grown = longer_sum(p, term(0), w - 1, f, p.arith(w >= 0, some_w))
                z = p.fresh("z", "int")
                whole = p.congruent(lam(z, total(j, 0, z, f(j))), p.ring(w - 1 + 1, w + 1 - 1))

                def gate(j: Term, low_: Fact, high_: Fact) -> Fact:
                    P = j * N + y
                    none = floor_small(p).apply(N, y, using=[first, p.arith(y < N, last)])
                    row = p.arith(C.gate(P) == j, floor_shift(p).apply(N, j * N, j, y, using=[C.points, p.ring(
                        N * j, j * N)]), none)  # fmt: skip
                    rest = p.arith(C.rest(P) == y, row, multipliers=[N])
                    a, b = p.fresh("a", "int"), p.fresh("b", "int")
                    argument = C.argument(s(j + 1), beta(j + 1), y)
                    bit = digit(P, p.arith(P >= 0, first, p.arith(j * N >= 0, low_, C.points)), p.arith(
                        P <= pairs - 1, last, p.arith((w - 1 - j) * N >= 0, high_, C.points)))  # fmt: skip
                    bit = p.step("equality", [row, bit], [lam(a, Bit(at, P) == where(C.argument(
                        s(a + 1), beta(a + 1), C.rest(P)) >= 0, 1, 0))])  # fmt: skip
                    bit = p.step("equality", [rest, bit], [lam(b, Bit(at, P) == where(C.argument(
                        s(j + 1), beta(j + 1), b) >= 0, 1, 0))])  # fmt: skip
                    factor = g(j + 1) * Bit(at, P)
                    inside = p.lemma("if_true", j <= w - 1, Bit(at, P), 1, using=[high_])

                    def each(e: Term) -> Fact:
                        c, x_ = weights(j)(e), C.coordinate(e, y)
                        chosen = p.lemma("if_true", j <= w - 1, g(j + 1) * c, C.with_bias(q, b0)(e), using=[high_])
                        return p.arith(
                            outer(j)(e) * C.top(at)(j)(e)(y) == factor * (c * x_),
                            chosen,
                            inside,
                            multipliers=[where(j <= w - 1, Bit(at, P), 1) * x_, g(j + 1) * c * x_],
                        )

                    sums = C.scaled(weights(j), factor, y, C.line(s(j + 1), beta(j + 1), y), each, lam(
                        e, outer(j)(e) * C.top(at)(j)(e)(y)))  # fmt: skip
                    goal = f(j) == G(j + 1)

                    def lit(up: Fact) -> Fact:
                        value = p.by_cases(p.lemma("max", 0, argument), *[lambda h: p.arith(
                            maximum(0, argument) == argument, h, up)] * 2)  # fmt: skip
                        return p.arith(goal, sums, bit, holds(p, argument >= 0, up), value, multipliers=[
                            1, g(j + 1) * argument, g(j + 1)])  # fmt: skip

                    def dark(down: Fact) -> Fact:
                        value = p.by_cases(p.lemma("max", 0, argument), *[lambda h: p.arith(
                            maximum(0, argument) == 0, h, down)] * 2)  # fmt: skip
                        return p.arith(goal, sums, bit, holds(p, argument >= 0, down), value, multipliers=[
                            1, g(j + 1) * argument, g(j + 1)])  # fmt: skip

                    return p.decide(argument >= 0, lit, dark)

                gates = equal_sums(p, term(0), w - 1, f, lam(j, G(j + 1)), gate)
                last_ = w - 1 + 1
                beyond = p.arith(negation(last_ <= w - 1))

                def wire(e: Term) -> Fact:
                    c, x_ = C.with_bias(q, b0)(e), C.coordinate(e, y)
                    chosen = p.lemma("if_false", last_ <= w - 1, g(last_ + 1) * weights(last_)(e), c, using=[beyond])
                    free = p.lemma("if_false", last_ <= w - 1, Bit(at, last_ * N + y), 1, using=[beyond])
                    return p.arith(
                        outer(last_)(e) * C.top(at)(last_)(e)(y) == term(1) * (c * x_),
                        chosen,
                        free,
                        multipliers=[where(last_ <= w - 1, Bit(at, last_ * N + y), 1) * x_, c * x_],
                    )

                wires = C.scaled(C.with_bias(q, b0), term(1), y, C.line(q, b0, y), wire, lam(
                    e, outer(last_)(e) * C.top(at)(last_)(e)(y)))  # fmt: skip
                value = grid(C.top(at), outer, w + 1, D, y)
                plain = C.argument(q, b0, y) + total(j, 1, w, G(j))
                equal = p.arith(value == plain, whole, grown, gates, moved, back, wires)
                same = same_indicators(
                    p,
                    value >= 0,
                    plain >= 0,
                    lambda h: p.arith(plain >= 0, h, equal),
                    lambda h: p.arith(value >= 0, h, equal),
                )
                output = p.restate(here, where(plain >= 0, 1, 0) == Bit(m, y))
                return p.arith(where(value >= 0, 1, 0) == Bit(m, y), same, output)

            claim = where(grid(C.top(at), outer, w + 1, D, y) >= 0, 1, 0) == Bit(m, y)
            above = p.witness(tops(at)(m), outer, everywhere(p, term(0), N - 1, claim, y, point))
            single = lam(k, where(k == at, 1, 0))
            value = p.arith(B(m)(at) == 1, holds(p, bottom(at), below), holds(p, tops(at)(m), above), multipliers=[
                1, where(tops(at)(m), 1, 0)])  # fmt: skip

            def part(v: Term, first: Fact, last: Fact) -> Fact:
                def hit(equal: Fact) -> Fact:
                    z = p.fresh("z", "int")
                    return p.arith(
                        single(v) <= B(m)(v), p.congruent(lam(z, B(m)(z)), equal), value, holds(p, v == at, equal)
                    )

                return p.decide(v == at, hit, lambda no_: p.arith(single(v) <= B(m)(v), nonnegative(v), holds(
                    p, v == at, no_)))  # fmt: skip

            more = smaller_sum(p, term(0), 2**pairs - 1, single, B(m), nonempty[1], part)
            unit = sum_of_one(p).apply(at, 2**pairs, using=[start, p.arith(2**pairs >= 0, sizes[1]), end])
            return p.arith(goal, more, unit, holds(p, event(m), found))

        del v
        return p.decide(event(m), yes, no)

    ordered = smaller_sum(
        p,
        term(0),
        2**N - 1,
        lam(m, where(event(m), 1, 0)),
        lam(m, total(k, 0, 2**pairs - 1, B(m)(k))),
        nonempty[0],
        one,
    )
    swapped = sums_swapped(p).apply(0, 2**N - 1, 0, 2**pairs - 1, B, using=[nonempty[1], nonempty[0]])
    upper = (3 * N + 1) ** ((w + 1) * D)
    some_d = p.arith(D >= 1, positive)

    def column(k: Term, low: Fact, high: Fact) -> Fact:
        scaled = sums_scaled(p).apply(0, 2**N - 1, lam(m, where(tops(k)(m), 1, 0)), A(k), using=[nonempty[0]])
        few = grids_counted(p).apply(N, w + 1, D, C.top(k), using=[C.points, p.arith(w + 1 >= 0, some_w), some_d])
        sums = few.formula.args[0]
        goal = total(m, 0, 2**N - 1, B(m)(k)) <= upper * A(k)
        return p.decide(bottom(k), *[lambda f: p.arith(goal, scaled, few, holds(p, bottom(k), f), multipliers=[
            1, sums, upper])] * 2)  # fmt: skip

    columns = smaller_sum(
        p, term(0), 2**pairs - 1, lam(k, total(m, 0, 2**N - 1, B(m)(k))), lam(k, upper * A(k)), nonempty[1], column
    )
    scaled = sums_scaled(p).apply(0, 2**pairs - 1, A, upper, using=[nonempty[1]])
    few = grids_counted(p).apply(pairs, w, D, C.bottom(), using=[C.some_pairs, p.arith(w >= 0, some_w), some_d])
    size = powers_positive(p).apply(3 * N + 1, (w + 1) * D, using=[p.arith(3 * N + 1 >= 1, C.points), p.arith(
        (w + 1) * D >= 0, some_w, some_d)])  # fmt: skip
    lower = (3 * pairs + 1) ** (w * D)
    left = total(k, 0, 2**pairs - 1, A(k))
    shown_ = p.arith(count(event, N) <= lower * upper, ordered, swapped, columns, scaled, p.arith(
        (lower - left) * upper >= 0, few, size))  # fmt: skip
    return p.general(n, w, p.implication(positive.formula, p.implication(some_w.formula, shown_)))
