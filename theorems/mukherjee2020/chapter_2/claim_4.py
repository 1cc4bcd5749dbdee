"""Claim 4, a threshold gate as two ReLU gates: true with an added constant, without which three gates are needed."""

import itertools

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import under
from numerics.sums import once
from numerics.terms import (
    Term,
    conj,
    either,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.gates import (
    A,
    B,
    C,
    Threshold,
    beta,
    bits,
    gap_below_zero,
    impossible,
    inner,
    on_bits,
    rectified,
    scaled_gate,
    spelled,
)  # fmt: skip

claim = Claim(
    "mukherjee2020", "claim", "4", section="2.C", family="boolean_circuits", title="LTF gate as two ReLU gates",
    uses=["theorem_2_2_2.upper"],
    statement=r"""Every threshold gate on $\{-1, 1\}^n$, $1$ if $\langle a, x\rangle + b \ge 0$ and else $-1$, with real
    weights, is computed by a Sum-of-ReLU circuit of two gates: a network with one hidden layer, whose weighted sum may
    have a constant added to it.""",
)  # fmt: skip

n, t = integer("n"), integer("t")
a, b, x = function("a", "int->real"), real("b"), function("x", "int->int")
L, gap = real("L"), real("p")


def gate(a: Term, b: Term, n: Term, circuit: Term) -> Term:
    """The circuit has the values of the threshold gate on all x in {-1, 1}^n."""
    return on_bits(n, lambda x: Threshold(b + inner(a, x, n)), lambda x: circuit)


def simulated(size: int, constant: Term) -> Term:
    """Some circuit of this size, with this constant, is the threshold gate."""
    return gate(a, b, n, constant + rectified(term(size), A, B, C, x, n))


two_gates = forall(n, a, b, implies(n >= 1, exists(A, B, C, beta, simulated(2, beta))))
three_gates = forall(n, a, b, implies(n >= 1, exists(A, B, C, simulated(3, term(0)))))
ones = lam(t, term(1))


def majority(size: int, constant: Term) -> Term:
    """The circuit is the majority of three bits."""
    return gate(ones, term(0), term(3), constant + rectified(term(size), A, B, C, x, term(3)))


not_two = forall(A, B, C, negation(majority(2, term(0))))
not_one = forall(A, B, C, beta, negation(majority(1, beta)))

apart = either(L >= 0, L <= -gap)
printed = claim.variant(
    "printed", two_gates, expect="proved",
    why="On the finite cube the negative values of <a, x> + b stay below some -p < 0; between -p and 0 the two gates "
        "rise from -1 to 1. A gate that is never negative needs no p, and one that is zero at a vertex fires there.",
    observed=implies(apart, Threshold(L) * gap == -gap + 2 * (maximum(0, L + gap) - maximum(0, L))),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(two_gates, three_gates, not_two, not_one), expect="proved",
    why="If no constant may be added, as in the formula of Appendix 2.B, three gates suffice (the third is constant) "
        "and two do not: not for the majority of three bits. With a constant, one gate does not suffice for it either.",
    observed=implies(apart, Threshold(L) * gap == -gap + 2 * (maximum(0, L + gap) - maximum(0, L))),
)  # fmt: skip


def hinged(p: Proof, goal: Term, size: int) -> Fact:
    """Hinges at -p and 0; the constant -1 is added, or is a third gate max(0, 1)."""
    (n, a, b), (some,), wanted = p.intro(goal)
    mark = p.opened
    gaps = gap_below_zero(p).apply(a, n, using=[p.arith(n >= 0, some)])
    g, known = p.obtain(gaps(b), "p")
    positive, away = known.split()
    inverse = p.lemma("inverse", g, using=[p.arith(negation(g == 0), positive)])
    j = integer("j")
    weights = lam(j, lam(t, where(j <= 2, a(t), 0)))
    shift = lam(j, where(j <= 1, b + g, where(j <= 2, b, 1)))
    scale = lam(j, where(j <= 1, 2 / g, where(j <= 2, -2 / g, -1)))
    constant = term(-1) if size == 2 else term(0)
    y = p.fresh("x", "int->int")
    value = b + inner(a, y, n)

    def on(signs: Fact) -> Fact:
        total_, arguments = spelled(p, size, weights, shift, scale, y, n, some)
        cases = {1: (2 / g, value + g), 2: (-2 / g, value), 3: (term(-1), term(1))}
        sums = [total_]
        for k in range(1, size + 1):
            weight, argument = cases[k]
            here = p.compute(term(k) <= 2) if k <= 2 else p.compute(negation(term(k) <= 2))
            chosen = choose(p, shift, k) + choose(p, scale, k)
            row = lam(t, where(term(k) <= 2, a(t), 0))
            rule = "if_true" if k <= 2 else "if_false"
            entry = arguments(k, row, a if k <= 2 else None, lambda t, rule=rule, k=k, here=here: p.lemma(
                rule, term(k) <= 2, a(t), 0, using=[here]))  # fmt: skip
            same = p.arith(shift(term(k)) + inner(weights(term(k)), y, n) == argument, entry, *chosen)
            node = p.congruent(lam(real("q"), maximum(0, real("q"))), same)
            sums.append(p.arith(
                scale(term(k)) * maximum(0, shift(term(k)) + inner(weights(term(k)), y, n))
                == weight * maximum(0, argument), node, *chosen,
                multipliers=[scale(term(k)), maximum(0, argument), weight]))  # fmt: skip
        goal = Threshold(value) == constant + rectified(term(size), weights, shift, scale, y, n)
        signs_of = [p.lemma("max", 0, value + g), p.lemma("max", 0, value), *(
            [p.lemma("max", 0, 1)] if size == 3 else [])]  # fmt: skip

        def by(known: Fact, output: Fact, *more: Fact) -> Fact:
            ends = [p.by_cases(s, lambda f, c=c: p.arith(c, f, known, positive, *more), lambda f, c=c: p.arith(
                c, f, known, positive, *more)) for s, c in zip(signs_of, wanted_of(known), strict=False)]  # fmt: skip
            last = [p.by_cases(signs_of[2], *[lambda f: p.arith(maximum(0, term(1)) == 1, f)] * 2)] if size == 3 else []
            return p.arith(goal, *sums, *ends, *last, output, inverse,
                           multipliers=[1, 2, 1 / g, 2 / g, value, g, value / g])  # fmt: skip

        def wanted_of(known: Fact) -> list[Term]:
            if known.formula.op == "not":
                return [maximum(0, value + g) == 0, maximum(0, value) == 0]
            return [maximum(0, value + g) == value + g, maximum(0, value) == value]

        def high(yes: Fact) -> Fact:
            return by(yes, p.restate(p.lemma("if_true", value >= 0, 1, -1, using=[yes]), Threshold(value) == 1))

        def low(no: Fact) -> Fact:
            far = away.apply(y, using=[signs, p.arith(value < 0, no)])
            return by(no, p.restate(p.lemma("if_false", value >= 0, 1, -1, using=[no]), Threshold(value) == -1), far)

        return p.decide(value >= 0, high, low)

    fact = p.general(y, under(p, bits(y, n), on))
    constants = [constant] if size == 2 else []
    return p.conclude(goal, [n, a, b], p.close(p.witness(wanted, weights, shift, scale, *constants, fact), mark))


def choose(p: Proof, f: Term, k: int) -> list[Fact]:
    """The value of nested conditions j <= 1, j <= 2 at j = k."""
    t, facts = f(term(k)), []
    while t.op == "if":
        condition, yes, no = t.args
        holds = k <= {1: 1, 2: 2}[len(facts) + 1]
        known = p.compute(condition if holds else negation(condition))
        facts.append(p.lemma("if_true" if holds else "if_false", condition, yes, no, using=[known]))
        t = yes if holds else no
    return facts


@claim.prove(printed)
def by_two_hinges(p: Proof, goal: Term) -> Fact:
    return hinged(p, goal, 2)


def corner(signs: tuple[int, ...]) -> Term:
    """The vector of three bits."""
    return lam(t, where(t <= 1, signs[0], where(t <= 2, signs[1], signs[2])))


CORNERS = tuple(itertools.product((-1, 1), repeat=3))
MAJORITY = {v: 1 if sum(v) > 0 else -1 for v in CORNERS}


def form(q: list[Term], v: tuple[int, ...]) -> Term:
    """q(0) + q(1) v(1) + q(2) v(2) + q(3) v(3), without coefficients."""
    result = q[0]
    for coefficient, sign in zip(q[1:], v, strict=True):
        result = result + coefficient if sign > 0 else result - coefficient
    return result


@once
def no_difference(p: Proof) -> Fact:
    """No two affine functions f, g of three bits have max(0, f) - max(0, g) equal to the majority."""
    f, g = ([p.fresh(name, "real") for _ in range(4)] for name in "fg")
    premise = conj(*(maximum(0, form(f, v)) - maximum(0, form(g, v)) == MAJORITY[v] for v in CORNERS))
    order = sorted(CORNERS, key=lambda v: -abs(sum(v)))

    def argue(given: Fact) -> Fact:
        cases = [p.lemma("max", 0, form(q, v)) for v in order for q in (f, g)]
        return impossible(p, given.split(), cases)

    return p.general(*f, *g, under(p, premise, argue))


@once
def no_single_gate(p: Proof) -> Fact:
    """No constant with or less max(0, .) of an affine function of three bits is the majority."""
    f, c = [p.fresh("f", "real") for _ in range(4)], p.fresh("c", "real")

    def facts(sign: int) -> Fact:
        premise = conj(*(c + sign * maximum(0, form(f, v)) == MAJORITY[v] for v in CORNERS))
        return under(p, premise, lambda given: impossible(
            p, given.split(), [p.lemma("max", 0, form(f, v)) for v in CORNERS]))  # fmt: skip

    return p.general(*f, c, p.both(facts(1), facts(-1)))


def corner_values(p: Proof, size: int, A: Term, B: Term, C: Term, constant: Term, claimed: Fact) -> list[Fact]:
    """What a circuit for the majority says at each corner: its value there, as a sum of C(k) max(0, form)."""
    facts = []
    for v in CORNERS:
        x = corner(v)
        here = p.modus_ponens(claimed(x), p.compute(bits(x, term(3))))
        threshold = p.compute(Threshold(term(0) + inner(ones, x, term(3))) == MAJORITY[v])
        unit = lam(integer("j"), C(integer("j")) * maximum(0, B(integer("j")) + inner(A(integer("j")), x, term(3))))
        result, parts = constant, []
        for k in range(1, size + 1):
            row = lam(t, A(k)(t) * x(t))
            bits_at = [p.compute(x(term(i)) == v[i - 1]) for i in (1, 2, 3)]
            sums = [p.lemma("sum_empty", 1, 0, row), *(p.lemma("sum_step", 1, i, row) for i in range(3))]
            products = [p.arith(row(term(i)) == v[i - 1] * A(k)(i), bits_at[i - 1], multipliers=[A(k)(i)])
                        for i in (1, 2, 3)]  # fmt: skip
            exact = [p.congruent(row, p.ring(term(i) + 1, i + 1)) for i in range(3)]
            argument = form([B(k), A(k)(1), A(k)(2), A(k)(3)], v)
            same = p.arith(B(k) + inner(A(k), x, term(3)) == argument, *sums, *products, *exact)
            node = p.congruent(lam(real("q"), C(k) * maximum(0, real("q"))), same)
            parts += [p.lemma("sum_step", 1, k - 1, unit), p.congruent(unit, p.ring(term(k - 1) + 1, k)), node]
            result = result + C(k) * maximum(0, argument)
        facts.append(p.arith(result == MAJORITY[v], here, threshold, p.lemma("sum_empty", 1, 0, unit), *parts))
    return facts


def gate_values(p: Proof, k: int, A: Term, B: Term, C: Term, s: Fact) -> tuple[list[Term], dict]:
    """The scaled coefficients q of gate k, and for each corner C(k) max(0, .) = max(0, q form) or -max(0, q form)."""
    positive = s.formula.op != "not"
    q = [C(k) * e if positive else -(C(k) * e) for e in (B(k), A(k)(1), A(k)(2), A(k)(3))]
    values = {}
    for v in CORNERS:
        y = form([B(k), A(k)(1), A(k)(2), A(k)(3)], v)
        z = C(k) * y if positive else -(C(k) * y)
        inside = p.congruent(lam(real("q"), maximum(0, real("q"))), p.ring(z, form(q, v)))
        rule = scaled_gate(p).left if positive else scaled_gate(p).right
        values[v] = p.arith(C(k) * maximum(0, y) == (1 if positive else -1) * maximum(0, form(q, v)),
                            rule.apply(C(k), y, using=[s]), inside)  # fmt: skip
    return q, values


@claim.prove(sharpened)
def by_all_corners(p: Proof, goal: Term) -> Fact:
    first, second, third, fourth = (goal.args[0], goal.args[1].args[0], goal.args[1].args[1].args[0],
                                    goal.args[1].args[1].args[1])  # fmt: skip
    A, B, C, beta = (p.fresh("A", "int->int->real"), p.fresh("B", "int->real"), p.fresh("C", "int->real"),
                     p.fresh("beta", "real"))  # fmt: skip

    def two(claimed: Fact) -> Fact:
        facts = dict(zip(CORNERS, corner_values(p, 2, A, B, C, term(0), claimed), strict=True))

        def by_signs(s: Fact) -> Fact:
            def both_signs(u: Fact) -> Fact:
                (f, at), (g, there) = gate_values(p, 1, A, B, C, s), gate_values(p, 2, A, B, C, u)
                plus, also = (w.formula.op != "not" for w in (s, u))
                if plus == also:
                    v = (-1, -1, -1) if plus else (1, 1, 1)
                    nodes = [p.lemma("max", 0, form(q, v)) for q in (f, g)]
                    return impossible(p, [facts[v], at[v], there[v]], nodes)
                if not plus:
                    f, g = g, f
                values = [p.arith(maximum(0, form(f, v)) - maximum(0, form(g, v)) == MAJORITY[v], facts[v], at[v],
                                  there[v]) for v in CORNERS]  # fmt: skip
                return no_difference(p).apply(*f, *g, using=[p.both(*values)])

            return p.decide(C(2) >= 0, both_signs, both_signs)

        return p.decide(C(1) >= 0, by_signs, by_signs)

    def one(claimed: Fact) -> Fact:
        facts = dict(zip(CORNERS, corner_values(p, 1, A, B, C, beta, claimed), strict=True))

        def by_sign(s: Fact) -> Fact:
            q, at = gate_values(p, 1, A, B, C, s)
            plus = s.formula.op != "not"
            values = [p.arith(beta + (1 if plus else -1) * maximum(0, form(q, v)) == MAJORITY[v], facts[v], at[v])
                      for v in CORNERS]  # fmt: skip
            either_way = no_single_gate(p)(*q, beta)
            return p.modus_ponens(either_way.left if plus else either_way.right, p.both(*values))

        return p.decide(C(1) >= 0, by_sign, by_sign)

    few = p.general(A, B, C, p.refute(majority_of(A, B, C, 2, term(0)), two))
    single = p.general(A, B, C, beta, p.refute(majority_of(A, B, C, 1, beta), one))
    return p.both(hinged(p, first, 2), hinged(p, second, 3), p.prove(third, few), p.prove(fourth, single))


def majority_of(A: Term, B: Term, C: Term, size: int, constant: Term) -> Term:
    """The formula of :func:`majority` for these weights."""
    return gate(ones, term(0), term(3), constant + rectified(term(size), A, B, C, x, term(3)))


@claim.satisfied(printed)
def one_bit(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(t, term(1)), 0])


@claim.instances
def random_gates(rng, n_):
    """Random integer gates on up to 6 bits: p is the distance of the closest negative value from 0 (1 if there is
    none), L the value at a random vertex."""
    n = rng.integers(1, 7, size=n_)
    corners = 2 * (np.arange(64)[:, None] >> np.arange(6) & 1) - 1
    weights = np.where(np.arange(6) < n[:, None], rng.integers(-4, 5, size=(n_, 6)), 0)
    values = weights @ corners.T + rng.integers(-5, 6, size=(n_, 1))
    gap = np.where(values < 0, -values, 10**6).min(axis=1)
    gap = np.where(gap == 10**6, 1, gap)
    return {"L": values[np.arange(n_), rng.integers(0, 64, size=n_)].astype("float64"), "p": gap.astype("float64")}


for variant in (printed, sharpened):
    claim.mutant("one gate", variant, implies(apart, Threshold(L) * gap == -gap + 2 * maximum(0, L + gap)))
    claim.mutant("the first hinge at -2p", variant, implies(apart, Threshold(L) * gap == -gap + maximum(
        0, L + 2 * gap) - maximum(0, L)))  # fmt: skip
