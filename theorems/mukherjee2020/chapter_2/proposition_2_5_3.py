"""Proposition 2.5.3, a number from its bits: true; one ReLU gate computes it, and n threshold gates, but no fewer."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, under
from numerics.sums import (
    equal_sums,
    longer_sum,
    once,
    smaller_sum,
    sum_of_constants,
    sums_linear,
    sums_scaled,
)  # fmt: skip
from numerics.terms import (
    Term,
    between,
    conj,
    either,
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
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.andreev import Bin, Bits, bin_bounds, digits_of_bin
from theorems.mukherjee2020.boolean import Bit, power_positive, power_sum, powers_defined
from theorems.mukherjee2020.cube import Halves, corner, is_corner, picked
from theorems.mukherjee2020.gates import A, B, C, Threshold, beta, inner, on_bits, rectified, thresholds
from theorems.mukherjee2020.sign_rank import bits
from theorems.mukherjee2020.zonotope_geometry import by_all_cases

i, j, m, n, t, w = (integer(name) for name in "ijmntw")
a, b = function("a", "int->real"), real("b")
x, r = function("x", "int->int"), function("r", "int->real")


def number(x: Term, n: Term) -> Term:
    """The function of the proposition: the sum of 2^i (1 + x(i)) / 2."""
    return total(i, 1, n, 2**i * ((1 + x(i)) / 2))


# ReLU gates.

upper = Claim(
    "mukherjee2020", "proposition", "2.5.3", slug="upper", section="2.5.1", family="boolean_circuits",
    title="binary value with 2 ReLU gates",
    statement=r"""A Sum-of-ReLU circuit of two gates computes $f(x) = \sum_{i=1}^n 2^i \frac{1 + x_i}2$ on
    $\{-1, 1\}^n$, as two gates compute any affine function on $\mathbb R^n$.""",
)  # fmt: skip

L = real("L")
affine_by_two = forall(n, a, b, implies(n >= 1, exists(A, B, C, forall(r, (
    b + inner(a, r, n) == rectified(term(2), A, B, C, r, n))))))  # fmt: skip


def value_by(size: int) -> Term:
    """Some circuit of so many gates computes the number, without a constant."""
    return forall(n, implies(n >= 1, exists(A, B, C, on_bits(
        n, lambda x: number(x, n), lambda x: rectified(term(size), A, B, C, x, n)))))  # fmt: skip


upper_printed = upper.variant(
    "printed", conj(value_by(2), affine_by_two), expect="proved", why="L = max(0, L) - max(0, -L).",
    observed=L == maximum(0, L) - maximum(0, -L),
)  # fmt: skip
upper_sharpened = upper.variant(
    "sharpened", value_by(1), expect="proved",
    why="One gate suffices: the affine function is not negative on the cube.",
    observed=implies(L >= 0, L == maximum(0, L)),
)  # fmt: skip


def gates_of(p: Proof, size: int, a: Term, b: Term, y: Term, n: Term, some: Fact) -> tuple[list[Term], list[Fact]]:
    """Gates max(0, L) and max(0, -L) (or the first alone) for L = b + <a, y>: weights, and what their sum is."""
    sign = lam(j, where(j <= 1, 1, -1))
    rows, shift = lam(j, t, sign(j) * a(t)), lam(j, sign(j) * b)
    z, facts = real("q"), []
    unit = lam(j, sign(j) * maximum(0, shift(j) + inner(rows(j), y, n)))
    facts = [p.lemma("sum_empty", 1, 0, unit)]
    for k in range(1, size + 1):
        s = 1 if k == 1 else -1
        value = p.compute(sign(term(k)) == s)
        row, plain = lam(t, sign(term(k)) * a(t) * y(t)), lam(t, a(t) * y(t))

        def each(t: Term, *_: Fact, value: Fact = value, row: Term = row, s: int = s, plain: Term = plain) -> Fact:
            return p.arith(row(t) == s * plain(t), value, multipliers=[a(t) * y(t)])

        same = equal_sums(p, term(1), n, row, lam(t, s * plain(t)), each)
        scaled = sums_scaled(p).apply(1, n, plain, s, using=[p.arith(term(1) <= n + 1, some)])
        level = s * (b + inner(a, y, n))
        node = p.congruent(lam(z, maximum(0, z)), p.arith(
            shift(term(k)) + inner(rows(term(k)), y, n) == level, value, same, scaled, multipliers=[b]))  # fmt: skip
        facts += [p.lemma("sum_step", 1, k - 1, unit), p.congruent(unit, p.ring(term(k - 1) + 1, k)),
                  p.arith(unit(term(k)) == s * maximum(0, level), node, value, multipliers=[
                      sign(term(k)), maximum(0, level)])]  # fmt: skip
    return [rows, shift, sign], facts


def affine_form(p: Proof, y: Term, n: Term, some: Fact) -> tuple[Term, Term, Fact]:
    """The number as b + <a, x>: a, b, and the equation."""
    half = term("1/2")
    weights = lam(i, half * 2**i)
    bias = total(i, 1, n, weights(i))
    terms = lam(i, 2**i * ((1 + y(i)) / 2))
    product = lam(i, weights(i) * y(i))
    nonempty = p.arith(term(1) <= n + 1, some)
    same = equal_sums(p, term(1), n, terms, lam(i, 1 * weights(i) + 1 * product(i)), lambda k, *_: p.ring(
        terms(k), 1 * weights(k) + 1 * product(k)))  # fmt: skip
    linear = sums_linear(p).apply(1, n, weights, product, 1, 1, using=[nonempty])
    return weights, bias, p.arith(number(y, n) == bias + inner(weights, y, n), same, linear)


def not_negative(p: Proof, y: Term, n: Term, some: Fact, signs: Fact) -> Fact:
    """The number is not negative."""
    terms, none = lam(i, 2**i * ((1 + y(i)) / 2)), lam(i, term(0))
    nonempty = p.arith(term(1) <= n + 1, some)

    def each(k: Term, low: Fact, high: Fact) -> Fact:
        size = power_positive(p).apply(k, using=[p.arith(k >= 0, low)])
        sign = p.by_cases(signs.apply(k, using=[low, high]), *[lambda g: p.arith(1 + y(k) >= 0, g)] * 2)
        return p.arith(none(k) <= terms(k), size, sign)

    least = smaller_sum(p, term(1), n, none, terms, nonempty, each)
    return p.arith(number(y, n) >= 0, least, sum_of_constants(p).apply(1, n, 0, using=[nonempty]))


def computed_by(p: Proof, goal: Term, size: int) -> Fact:
    (n,), (some,), wanted = p.intro(goal)
    y = p.fresh("x", "int->int")
    weights, bias, equation = affine_form(p, y, n, some)
    gates, facts = gates_of(p, size, weights, bias, y, n, some)
    level = bias + inner(weights, y, n)

    def on(signs: Fact) -> Fact:
        low = not_negative(p, y, n, some, signs)
        rules = [p.lemma("max", 0, s * level) for s in (1, -1)[:size]]
        values = [
            by_all_cases(
                p,
                rules,
                lambda g: p.arith(
                    maximum(0, 1 * level) - (maximum(0, -1 * level) if size == 2 else 0) == level, *g, low, equation
                ),
            )
        ]
        return p.arith(number(y, n) == rectified(term(size), *gates, y, n), equation, *facts, *values)

    fact = p.general(y, under(p, bits(y, n), on))
    return p.conclude(goal, [n], p.witness(wanted, *gates, fact))


@upper.prove(upper_printed)
def by_two_opposite_gates(p: Proof, goal: Term) -> Fact:
    (n, a, b), (some,), wanted = p.intro(goal.args[1])
    y = p.fresh("r", "int->real")
    gates, facts = gates_of(p, 2, a, b, y, n, some)
    level = b + inner(a, y, n)
    value = by_all_cases(p, [p.lemma("max", 0, s * level) for s in (1, -1)], lambda g: p.arith(
        maximum(0, 1 * level) - maximum(0, -1 * level) == level, *g))  # fmt: skip
    whole = p.general(y, p.arith(level == rectified(term(2), *gates, y, n), *facts, value))
    return p.both(computed_by(p, goal.args[0], 2), p.conclude(goal.args[1], [n, a, b], p.witness(
        wanted, *gates, whole)))  # fmt: skip


@upper.prove(upper_sharpened)
def by_one_gate(p: Proof, goal: Term) -> Fact:
    return computed_by(p, goal, 1)


@upper.satisfied(upper_sharpened)
def one_bit(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1])


@upper.defined(upper_printed, upper_sharpened)
def with_powers(p: Proof, formula: Term) -> Fact:
    return powers_defined(p, formula)


@upper.instances
def affine_values(rng, n):
    """Integers."""
    return {"L": rng.integers(-99, 100, size=n).astype("float64")}


upper.mutant("one gate for any affine function", upper_printed, L == maximum(0, L))
upper.mutant("the sum of two gates", upper_printed, L == maximum(0, L) + maximum(0, -L))
upper.mutant("also where it is negative", upper_sharpened, L == maximum(0, L))
upper.mutant("the other gate alone", upper_sharpened, implies(L >= 0, L == maximum(0, -L)))

# Threshold gates.

lower = Claim(
    "mukherjee2020", "proposition", "2.5.3", slug="lower", section="2.5.1", family="boolean_circuits",
    title="Sum-of-LTF needs n gates",
    statement=r"""Every Sum-of-LTF circuit that computes $f(x) = \sum_{i=1}^n 2^i \frac{1 + x_i}2$ on $\{-1, 1\}^n$, a
    constant added or not, has at least $n$ gates.""",
)  # fmt: skip

values, gates = integer("values"), integer("w")


def sum_of_thresholds(w: Term) -> Term:
    """The circuit computes the number."""
    return on_bits(n, lambda x: number(x, n), lambda x: beta + thresholds(w, A, B, C, x, n))


needed = forall(n, w, A, B, C, beta, implies(conj(n >= 1, w >= 0), sum_of_thresholds(w), w >= n))
lower_printed = lower.variant(
    "printed", needed, expect="proved",
    why="w gates have at most 2^w combinations of outputs, and f has 2^n values.", observed=values <= 2**gates,
)  # fmt: skip
lower_sharpened = lower.variant(
    "sharpened", conj(needed, forall(n, implies(n >= 1, exists(A, B, C, beta, sum_of_thresholds(n))))),
    expect="proved",
    why="n gates suffice, one for each bit, with a constant; the constant is not needed if gates are 0 or 1, as in "
        "Section 2.5.",
    observed=values <= 2**gates,
)  # fmt: skip


@once
def reversed_number(p: Proof) -> Fact:
    """For all n >= 0 and 0 <= m <= 2^n - 1: the number of the vertex number m is 2 (2^n - 1 - m)."""

    def claim(N: Term) -> Term:
        return forall(m, implies(between(0, m, 2**N - 1), number(corner(m), N) == 2 * (2**N - 1 - m)))

    def terms(m: Term) -> Term:
        return lam(i, 2**i * ((1 + corner(m)(i)) / 2))

    def base() -> Fact:
        q = p.fresh("m", "int")
        return p.general(q, under(p, between(0, q, term(2) ** 0 - 1), lambda within: p.arith(
            number(corner(q), term(0)) == 2 * (term(2) ** 0 - 1 - q), within, p.lemma("power_zero", 2), p.lemma(
                "sum_empty", 1, 0, terms(q)))))  # fmt: skip

    def step(N: Term, above: Fact, here: Fact) -> Fact:
        H, k = Halves(p, N, above), p.fresh("m", "int")

        def at(q: Term, high: bool, low: Fact, top: Fact) -> Fact:
            M = 2**N + q if high else q

            def each(e: Term, first: Fact, last: Fact) -> Fact:
                bit = H.bit(q, high, e - 1, p.arith(e - 1 >= 0, first), p.arith(e - 1 <= N - 1, last))
                return p.arith(terms(M)(e) == terms(q)(e), bit, multipliers=[2**e])

            same = equal_sums(p, term(1), N, terms(M), terms(q), each)
            longer = longer_sum(p, term(1), N, terms(M), above)
            end = H.last(q, high, low, top)
            power = p.lemma("power_step", 2, N, using=[above])
            known = here.apply(q, using=[p.both(low, top)])
            return p.arith(number(corner(M), N + 1) == 2 * (2 ** (N + 1) - 1 - M), same, longer, end, power, known,
                           multipliers=[1, 2, 2 ** (N + 1)])  # fmt: skip

        def by_half(within: Fact) -> Fact:
            def upper_half(no: Fact) -> Fact:
                q = k - 2**N
                found = at(q, True, p.arith(q >= 0, no), p.arith(q <= 2**N - 1, within, H.digits.double))
                z = p.fresh("z", "int")
                return p.step("equality", [p.ring(2**N + q, k), found], [lam(z, number(corner(z), N + 1)
                                                                           == 2 * (2 ** (N + 1) - 1 - z))])  # fmt: skip

            return p.decide(k <= 2**N - 1, lambda yes: at(k, False, within.left, yes), upper_half)

        return p.general(k, under(p, between(0, k, 2 ** (N + 1) - 1), by_half))

    return p.induction("n", 0, claim, base, step)


def counted_values(p: Proof, goal: Term) -> Fact:
    """The number of the gates that fire, as a binary number, tells the vertices apart."""
    (n, w, A, B, C, beta), (some, many, computes), wanted = p.intro(goal)
    above = p.arith(n >= 0, some)

    def fires(m: Term) -> Term:
        return lam(j, where(B(j) + inner(A(j), corner(m), n) >= 0, 1, 0))

    code = lam(i, Bin(fires(i - 1), w) + 1)
    size = {e.index: power_positive(p).apply(e, using=[low]) for e, low in ((n, above), (w, many))}

    def indicator(m: Term, k: Term) -> tuple[Fact, Fact]:
        """fires(m)(k) is 0 or 1, and the gate k is 2 fires(m)(k) - 1."""
        level = B(k) + inner(A(k), corner(m), n)
        value, gate = fires(m)(k), Threshold(level)
        goal_ = either(value == 0, value == 1)

        def yes(on: Fact) -> tuple[Fact, Fact]:
            one = p.lemma("if_true", level >= 0, 1, 0, using=[on])
            out = p.restate(p.lemma("if_true", level >= 0, 1, -1, using=[on]), gate == 1)
            return p.or_intro(goal_, one), p.arith(gate == 2 * value - 1, one, out)

        def no(off: Fact) -> tuple[Fact, Fact]:
            zero = p.lemma("if_false", level >= 0, 1, 0, using=[off])
            out = p.restate(p.lemma("if_false", level >= 0, 1, -1, using=[off]), gate == -1)
            return p.or_intro(goal_, zero), p.arith(gate == 2 * value - 1, zero, out)

        return tuple(p.decide(level >= 0, lambda g, e=e: yes(g)[e], lambda g, e=e: no(g)[e]) for e in (0, 1))

    def digits(m: Term) -> Fact:
        return p.restate(over(p, 1, w, lambda k, _: indicator(m, k)[0]), Bits(fires(m), w))

    def image(k: Term, within: Fact) -> Fact:
        low, high = bin_bounds(p).apply(fires(k - 1), w, using=[many, digits(k - 1)]).split()
        return p.both(p.arith(term(1) <= code(k), low), p.arith(code(k) <= 2**w, high))

    def output(m: Term, low: Fact, high: Fact) -> list[Fact]:
        """The value of the circuit at the vertex number m, both ways."""
        return [computes.apply(corner(m), using=[is_corner(p, m, n)]),
                reversed_number(p).apply(n, using=[above]).apply(m, using=[p.both(low, high)])]  # fmt: skip

    def different(e: Term, k: Term, within: Fact) -> Fact:
        first, second, third = within.split()

        def equal(same: Fact) -> Fact:
            spelled = p.arith(Bin(fires(e - 1), w) == Bin(fires(k - 1), w), same)
            z = p.fresh("z", "int")

            def gate(g: Term, low: Fact, high: Fact) -> Fact:
                ends = [digits_of_bin(p).apply(w, fires(q - 1), g, using=[many, digits(q - 1), low, high])
                        for q in (e, k)]  # fmt: skip
                moved = p.congruent(lam(z, Bit(z, w - g)), spelled)
                units = [indicator(q - 1, g)[1] for q in (e, k)]
                gates_ = [Threshold(B(g) + inner(A(g), corner(q - 1), n)) for q in (e, k)]
                equal_ = p.arith(gates_[0] == gates_[1], *units, p.arith(
                    fires(e - 1)(g) == fires(k - 1)(g), *ends, moved))  # fmt: skip
                return p.arith(C(g) * gates_[0] == C(g) * gates_[1], equal_, multipliers=[C(g)])

            sums = [lam(j, C(j) * Threshold(B(j) + inner(A(j), corner(q - 1), n))) for q in (e, k)]
            same_sum = equal_sums(p, term(1), w, *sums, gate)
            facts = [*output(e - 1, p.arith(e - 1 >= 0, first), p.arith(e - 1 <= 2**n - 1, second, third)),
                     *output(k - 1, p.arith(k - 1 >= 0, first, second), p.arith(k - 1 <= 2**n - 1, third))]  # fmt: skip
            return p.arith(false, p.arith(e - 1 == k - 1, *facts, same_sum), second)

        return p.refute(code(e) == code(k), equal)

    inside = over(p, 1, 2**n, image)
    e, k = p.fresh("i", "int"), p.fresh("j", "int")
    apart = p.general(e, k, under(p, conj(1 <= e, e < k, k <= 2**n), lambda within: different(e, k, within)))
    room = p.arith(term(0) <= 2**w, size[w.index])
    few = p.lemma("pigeonhole", code, 2**n, 2**w, using=[room, inside, apart])

    def fewer(no: Fact) -> Fact:
        """w <= n - 1 gives 2^n >= 2 * 2^w."""
        rest = p.arith(n - 1 - w >= 0, no)
        grown = power_sum(p).apply(w, n - 1 - w, using=[many, rest])
        double = p.lemma("power_step", 2, n - 1, using=[p.arith(n - 1 >= 0, some)])
        same = [p.congruent(lam(t, term(2) ** t), p.ring(*q)) for q in ((n - 1 - w + w, n - 1), (n - 1 + 1, n))]
        factor = power_positive(p).apply(n - 1 - w, using=[rest])
        whole = p.arith(2 ** (n - 1) >= 2**w, grown, same[0], p.arith(
            (2 ** (n - 1 - w) - 1) * 2**w >= 0, factor, size[w.index]))  # fmt: skip
        return p.arith(false, few, double, same[1], whole, size[w.index])

    return p.conclude(goal, [n, w, A, B, C, beta], p.absurd(wanted, fewer))


@lower.prove(lower_printed)
def by_pigeonholes(p: Proof, goal: Term) -> Fact:
    return counted_values(p, goal)


@lower.prove(lower_sharpened)
def with_one_gate_for_each_bit(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (n,), (some,), wanted = p.intro(second)
    y = p.fresh("x", "int->int")
    rows, shift, scale = lam(j, t, where(t == j, 1, 0)), lam(j, term(0)), lam(j, term("1/2") * 2**j)
    bias = total(j, 1, n, scale(j))
    nonempty = p.arith(term(1) <= n + 1, some)

    def on(signs: Fact) -> Fact:
        terms, unit = lam(i, 2**i * ((1 + y(i)) / 2)), lam(j, scale(j) * Threshold(shift(j) + inner(rows(j), y, n)))

        def each(k: Term, low: Fact, high: Fact) -> Fact:
            row, entry = lam(t, rows(k)(t) * y(t)), lam(t, where(t == k, y(t), 0))

            def product(e: Term, *_: Fact) -> Fact:
                return p.decide(
                    e == k,
                    lambda yes: p.arith(
                        row(e) == entry(e),
                        *(p.lemma("if_true", e == k, *args, using=[yes]) for args in ((1, 0), (y(e), 0))),
                        multipliers=[y(e), 1],
                    ),
                    lambda no: p.arith(
                        row(e) == entry(e),
                        *(p.lemma("if_false", e == k, *args, using=[no]) for args in ((1, 0), (y(e), 0))),
                        multipliers=[y(e), 1],
                    ),
                )

            same = equal_sums(p, term(1), n, row, entry, product)
            one = picked(p).apply(lam(t, y(t)), k, n, using=[p.arith(n >= 0, some)]).left.apply(using=[low, high])
            level = p.arith(shift(k) + inner(rows(k), y, n) == y(k), same, one)
            z = real("q")
            moved = p.congruent(lam(z, Threshold(z)), level)

            def by(sign: Fact) -> Fact:
                plus = sign.formula.args[1].index == term(1).index
                fire = y(k) >= 0
                known = p.arith(fire if plus else negation(fire), sign)
                out = p.restate(p.lemma("if_true" if plus else "if_false", fire, 1, -1, using=[known]),
                                Threshold(y(k)) == (1 if plus else -1))  # fmt: skip
                return p.arith(terms(k) == 1 * scale(k) + 1 * unit(k), moved, out, sign, multipliers=[scale(k), 2**k])

            return p.by_cases(signs.apply(k, using=[low, high]), by, by)

        same = equal_sums(p, term(1), n, terms, lam(j, 1 * scale(j) + 1 * unit(j)), each)
        linear = sums_linear(p).apply(1, n, scale, unit, 1, 1, using=[nonempty])
        return p.arith(number(y, n) == bias + thresholds(n, rows, shift, scale, y, n), same, linear)

    fact = p.general(y, under(p, bits(y, n), on))
    return p.both(counted_values(p, first), p.conclude(second, [n], p.witness(wanted, rows, shift, scale, bias, fact)))


@lower.satisfied(lower_printed)
def one_gate_for_one_bit(p: Proof, formula: Term) -> Fact:
    one, y = lam(j, term(1)), p.fresh("x", "int->int")
    rows, none = lam(j, t, term(1)), lam(j, term(0))
    n_ = term(1)

    def on(signs: Fact) -> Fact:
        terms, unit = lam(i, 2**i * ((1 + y(i)) / 2)), lam(j, one(j) * Threshold(none(j) + inner(rows(j), y, n_)))
        row = lam(t, rows(1)(t) * y(t))
        sums = [p.lemma(rule, 1, 0, g) for rule in ("sum_empty", "sum_step") for g in (terms, unit, row)]
        same = [p.congruent(g, p.ring(term(0) + 1, 1)) for g in (terms, unit, row)]
        level = p.arith(none(1) + inner(rows(1), y, n_) == y(1), *sums, *same)
        z = real("q")
        moved = p.congruent(lam(z, Threshold(z)), level)

        def by(sign: Fact) -> Fact:
            plus = sign.formula.args[1].index == term(1).index
            fire = y(1) >= 0
            known = p.arith(fire if plus else negation(fire), sign)
            out = p.restate(p.lemma("if_true" if plus else "if_false", fire, 1, -1, using=[known]),
                            Threshold(y(1)) == (1 if plus else -1))  # fmt: skip
            two = p.compute(term(2) ** 1 == 2)
            return p.arith(number(y, n_) == term(1) + thresholds(n_, rows, none, one, y, n_), *sums, *same, moved, out,
                           sign, two, multipliers=[1, 1 + y(1)])  # fmt: skip

        return p.by_cases(signs.apply(1, using=[p.arith(term(1) <= 1)]), by, by)

    whole = p.general(y, under(p, bits(y, n_), on))
    return p.exhibit(formula, [1, 1, rows, none, one, 1], whole)


@lower.defined(lower_printed, lower_sharpened)
def where_powers_are(p: Proof, formula: Term) -> Fact:
    return powers_defined(p, formula)


@lower.instances
def sums_of_gates(rng, n_):
    """Sums of w random integer threshold gates on 6 bits, and the number itself: how many values they take."""
    corners = 2 * (np.arange(64)[:, None] >> np.arange(6) & 1) - 1
    found = []
    for w in range(1, 7):
        for trial in range(40):
            rows, shift = rng.integers(-3, 4, size=(w, 6)), rng.integers(-3, 4, size=w)
            if trial == 0:
                rows, shift = np.eye(6, dtype=int)[:w], np.zeros(w, dtype=int)
            output = np.where(corners @ rows.T + shift >= 0, 1, -1) @ 2 ** np.arange(w)
            found.append((w, len(np.unique(output))))
    w, values = np.array(found, dtype="float64")[rng.integers(0, len(found), size=n_)].T
    return {"w": w, "values": values}


for variant in (lower_printed, lower_sharpened):
    lower.mutant("fewer values", variant, values <= 2**gates - 1)
    lower.mutant("as many as of one gate fewer", variant, values <= 2 ** (gates - 1))
