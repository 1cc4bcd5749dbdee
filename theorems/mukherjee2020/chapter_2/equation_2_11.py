"""Equation (2.11), most functions defeat small circuits: true for every theta, with the constant 1 in the size."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import defined, power_of_exp, sum_appended
from numerics.sampling import integers
from numerics.sums import equal_sums, everywhere, smaller_sum, sum_of_constants, sums_linear
from numerics.terms import (
    TABLE,
    Term,
    conj,
    every,
    exists,
    exp,
    false,
    floor,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    log,
    maximum,
    negation,
    real,
    sqrt,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.andreev import HalfLog
from theorems.mukherjee2020.boolean import (
    Bit,
    Boolean,
    Chance,
    chance_not_negative,
    power_positive,
    power_sum,
)
from theorems.mukherjee2020.chapter_2.equation_2_10 import over_the_class
from theorems.mukherjee2020.chapter_2.section_2_6 import few_by_logarithm, logarithm, root
from theorems.mukherjee2020.chapter_2.theorem_2_5_4 import comparisons, sizes
from theorems.mukherjee2020.choices import holds
from theorems.mukherjee2020.circuit_counts import computed as computed_by
from theorems.mukherjee2020.circuit_counts import count as count_of
from theorems.mukherjee2020.circuit_counts import fewer
from theorems.mukherjee2020.logarithms import (
    equal_exp,
    inverse_of_log_two,
    log2,
    positive,
    positive_log2,
    power,
    weak_exp,
)
from theorems.mukherjee2020.relu_circuits import OnBits, allowed

n, k, L, w, M, i, j, m, y, N0, size = (
    integer(name) for name in ("n", "k", "L", "w", "M", "i", "j", "m", "y", "N", "s")
)
theta, eps, c, K = (real(name) for name in ("theta", "epsilon", "c", "K"))

# The exponents for n = 2^(k+1).

step = Claim(
    "mukherjee2020",
    "equation",
    "2.11",
    slug="exponent_step",
    section="2.6",
    family="boolean_circuits",
    title="the exponents for n = 2^(k+1)",
    uses=["equation_2_10"],
    statement=r"""Let $n = 2^{k+1}$, $k, s \ge 1$, and $E = K s^2\log_2^2(n/2)\log_2(s\log_2(n/2))$ with $K > 0$.
    Then $2^E e^{-\frac{\epsilon^2}9 2^{1 + \lfloor\log_2(n/2)\rfloor}} = 2^{K s^2 k^2\log_2(ks)}
    e^{-\frac{2\epsilon^2}9 2^k} \le e^{K s^2 k^2\log_2(ks) - \frac{2\epsilon^2}9 2^k}$.""",
)


def count(K: Term, s: Term, k: Term) -> Term:
    """K s^2 k^2 log2(k s)."""
    return K * (s * s) * (k * k) * log2(k * s)


def gauss(eps: Term, points: Term) -> Term:
    """exp(-epsilon^2 points/9)."""
    return exp(-(eps * eps / 9 * points))


step_printed = step.variant(
    "printed", forall(k, n, L, size, K, eps, implies(
        conj(k >= 1, n == 2 ** (k + 1), HalfLog(n, L), size >= 1, K > 0), conj(
            L == k, log2(n / 2) == k,
            power(term(2), count(K, size, log2(n / 2))) * gauss(eps, 2 ** (1 + L))
            == power(term(2), count(K, size, k)) * exp(-(2 * eps * eps / 9 * 2**k)),
            power(term(2), count(K, size, k)) * exp(-(2 * eps * eps / 9 * 2**k))
            <= exp(count(K, size, k) - 2 * eps * eps / 9 * 2**k)))), expect="proved",
    why="log2(n/2) = k = floor(log2(n/2)); and 2^E <= e^E for E >= 0, the last step with the same constant K.",
    observed=power(term(2), count(K, size, k)) * exp(-(2 * eps * eps / 9 * 2**k)) <= exp(
        count(K, size, k) - 2 * eps * eps / 9 * 2**k),
)  # fmt: skip


@step.prove(step_printed)
def by_taking_logarithms(p: Proof, goal: Term) -> Fact:
    (k, n, L, s, K, eps), (some, size, shape, positive_s, positive), conclusion = p.intro(goal)
    low, least, most = p.open_definition(shape).split()
    both = between_powers(p)
    above = both.apply(k, L, using=[p.arith(k >= 0, some), low, p.arith(2 ** (k + 1) < 2 ** (L + 2), most, size)])
    below = both.apply(
        L,
        k,
        using=[
            low,
            p.arith(k >= 0, some),
            p.arith(
                2 ** (L + 1) < 2 ** (k + 2),
                least,
                size,
                p.lemma("power_step", 2, k + 1, using=[p.arith(k + 1 >= 0, some)]),
                shifted(p, k),
                power_positive(p).apply(k + 1, using=[p.arith(k + 1 >= 0, some)]),
            ),
        ],
    )
    same = p.arith(L == k, above, below)
    bits = half_bits(p, n, k, size, some)
    x = p.fresh("x", "real")
    equal = p.step("equality", [p.symmetric(bits), p.reflexive(power(term(2), count(K, s, k)))], [
        lam(x, power(term(2), count(K, s, x)) == power(term(2), count(K, s, k)))])  # fmt: skip
    q = p.fresh("q", "int")
    doubled = p.arith(2 ** (1 + L) == 2 * 2**k, p.congruent(lam(q, 2**q), p.arith(1 + L == k + 1, same)), p.lemma(
        "power_step", 2, k, using=[p.arith(k >= 0, some)]))  # fmt: skip
    wide = equal_exp(p, -(eps * eps / 9 * 2 ** (1 + L)), -(2 * eps * eps / 9 * 2**k), p.arith(
        -(eps * eps / 9 * 2 ** (1 + L)) == -(2 * eps * eps / 9 * 2**k), doubled, multipliers=[eps * eps]))  # fmt: skip
    whole, small = conclusion.args[1].args[1].args
    first = p.arith(whole, equal, wide, multipliers=[1, gauss(eps, 2 ** (1 + L)), power(term(2), count(K, s, k))])
    E = count(K, s, k)
    ks = p.arith(k * s >= 1, some, positive_s)
    logs = p.arith(log2(k * s) >= 0, p.arith(log(k * s) * (1 / log(2)) >= 0, not_negative_log(p, k * s, ks), (
        inverse_of_log_two(p)[1])))  # fmt: skip
    squares = p.arith(K * (s * s) * (k * k) >= 0, positive, p.arith(s * s * (k * k) >= 0, p.arith(
        s * s >= 0, positive_s), p.arith(k * k >= 0, some)))  # fmt: skip
    natural = p.arith(E >= 0, squares, logs)
    less = weak_exp(p, E * log(2), E, p.arith(E * log(2) <= E, natural, p.enclose(log(2) <= 1)))
    tail = -(2 * eps * eps / 9 * 2**k)
    joined = p.arith(exp(E - 2 * eps * eps / 9 * 2**k) == exp(E) * exp(tail), p.lemma("exp_sum", E, tail), equal_exp(
        p, E + tail, E - 2 * eps * eps / 9 * 2**k))  # fmt: skip
    second = p.arith(small, joined, p.arith((exp(E) - exp(E * log(2))) * exp(tail) >= 0, less, p.lemma(
        "exp_positive", tail)))  # fmt: skip
    return p.conclude(goal, [k, n, L, s, K, eps], p.both(same, bits, first, second))


def shifted(p: Proof, k: Term) -> Fact:
    """2^(k + 1 + 1) = 2^(k + 2)."""
    q = p.fresh("q", "int")
    return p.congruent(lam(q, 2**q), p.ring(k + 1 + 1, k + 2))


def between_powers(p: Proof) -> Fact:
    """For all k, L >= 0: if 2^(k+1) < 2^(L+2) then k <= L."""
    k, L = p.fresh("k", "int"), p.fresh("L", "int")
    first, low, less = p.assume(k >= 0), p.assume(L >= 0), p.assume(2 ** (k + 1) < 2 ** (L + 2))

    def larger(no: Fact) -> Fact:
        spare = p.arith(k - 1 - L >= 0, no)
        product = power_sum(p).apply(L + 2, k - 1 - L, using=[p.arith(L + 2 >= 0, low), spare])
        q = p.fresh("q", "int")
        same = p.congruent(lam(q, 2**q), p.ring(k - 1 - L + (L + 2), k + 1))
        size = power_positive(p).apply(k - 1 - L, using=[spare])
        wide = power_positive(p).apply(L + 2, using=[p.arith(L + 2 >= 0, low)])
        return p.arith(false, less, product, same, p.arith((2 ** (k - 1 - L) - 1) * 2 ** (L + 2) >= 0, size, wide))

    shown = p.absurd(k <= L, larger)
    for premise in (less, low, first):
        shown = p.implication(premise.formula, shown)
    return p.general(k, L, shown)


def half_bits(p: Proof, n: Term, k: Term, size: Fact, some: Fact) -> Fact:
    """log2(n/2) = k, from n = 2^(k+1) and k >= 1."""
    base, natural = log(2), p.arith(k >= 0, some)
    value = power_of_exp(p, term(2), p.lemma("exp_log", 2), base, k, natural)
    half = p.arith(n / 2 == exp(k * base), size, p.lemma("power_step", 2, k, using=[natural]), value)
    x = p.fresh("x", "real")
    number = p.arith(log(n / 2) == k * base, p.congruent(lam(x, log(x)), half), p.lemma("log_exp", k * base))
    return p.arith(log2(n / 2) == k, number, inverse_of_log_two(p)[0], multipliers=[1 / base, k])


def not_negative_log(p: Proof, x: Term, above: Fact) -> Fact:
    """0 <= log(x), from x >= 1."""
    number = p.lemma("exp_log", x, using=[p.arith(x > 0, above)])
    return p.absurd(log(x) >= 0, lambda no: p.arith(false, number, above, p.lemma("exp_zero"), p.lemma(
        "exp_monotone", log(x), 0, using=[p.arith(log(x) < 0, no)])))  # fmt: skip


@step.satisfied(step_printed)
def four_bits(p: Proof, formula: Term) -> Fact:
    values = 1, 4, 1, 1, 1, 1
    inside = instance_of(formula, *values)
    return p.witness(formula, *values, p.restate(p.compute(Term(TABLE.unfold(inside.index))), inside))


@step.defined(step_printed)
def logarithms_exist(p: Proof, formula: Term) -> Fact:
    """Exponents are natural numbers, and n/2 and k s positive."""

    def leaf(goal: Term, facts: list[Fact]) -> Fact:
        known = [f for f in facts if f.formula.op in ("<", "<=", "=")]
        inner = goal.args[0].args[0] if goal.op == "not" else goal.args[1]
        some = next((f for f in known if f.formula.args[0].index == term(1).index), None)
        size = next((f for f in known if f.formula.op == "=" and f.formula.args[1].op == "^"), None)
        if some is not None and size is not None:
            k = some.formula.args[1]
            n = size.formula.args[0]
            double = p.lemma("power_step", 2, k, using=[p.arith(k >= 0, some)])
            one = p.lemma("power_step", 2, k - 1, using=[p.arith(k - 1 >= 0, some)])
            q = p.fresh("q", "int")
            known.append(p.arith(n >= 4, size, double, one, p.congruent(lam(q, 2**q), p.ring(k - 1 + 1, k)), (
                power_positive(p).apply(k - 1, using=[p.arith(k - 1 >= 0, some)]))))  # fmt: skip
        return p.arith(goal, positive(p, inner, known)) if inner.op in ("log", "*", "/", "^") else p.find(goal, known)

    return defined(p, formula, leaf)


@step.instances
def powers(rng, n):
    """k and s up to 6, K up to 2, epsilon up to 1."""
    return {"k": integers(rng, n, 1, 6), "s": integers(rng, n, 1, 6), "K": rng.integers(1, 9, size=n) / 4,
            "epsilon": rng.integers(0, 17, size=n) / 16}  # fmt: skip


step.mutant("twice the points", step_printed, power(term(2), count(K, size, k)) * exp(
    -(2 * eps * eps / 9 * 2**k)) <= exp(count(K, size, k) - 2 * eps * eps / 9 * 2 ** (k + 1)))  # fmt: skip
step.mutant("2^E <= e^(E/2)", step_printed, power(term(2), count(K, size, k)) * exp(
    -(2 * eps * eps / 9 * 2**k)) <= exp(count(K, size, k) / 2 - 2 * eps * eps / 9 * 2**k))  # fmt: skip

# Most functions.

claim = Claim(
    "mukherjee2020", "equation", "2.11", section="2.6", family="boolean_circuits",
    title="most functions agree rarely with every small circuit",
    uses=["equation_2_10", "equation_2_11.exponent_step", "section_2_6.maass_count"],
    statement=r"""Let $\theta > 0$ and $L = \lfloor\log_2(n/2)\rfloor$. For large $n$, every
    $\epsilon > \sqrt{2\log_2^{2+\theta}(n/2)/n}$ with $\frac\epsilon3 \le \frac12$ and
    $s = O(\epsilon^{\frac2{2+\theta}} n^{\frac1{2+\theta}}/(2^{\frac1{2+\theta}}\log_2(n/2)))$, a uniformly random
    function $f$ of $L$ bits is such, with probability at least $1 - \frac\epsilon3$, that every LTF-of-ReLU circuit on
    $L$ bits of size at most $s$ agrees with $f$ at no more than a fraction $\frac12 + \frac\epsilon3$ of the points.
    (Definition 13 calls these circuits $D$. A size counts the $w$ ReLU gates and the output gate.)""",
)  # fmt: skip

g, q, beta = (function(name, "int->real") for name in ("g", "q", "beta"))
rows, C, b0 = function("v", "int->int->real"), function("C", "int->int->int"), real("b0")
circuit = (b0, q, g, beta, rows)
accurate = eps > sqrt(2 * power(log2(n / 2), 2 + theta) / n)


def agrees_rarely(D: Term, m: Term, L: Term, eps: Term) -> Term:
    """D and the function number m agree on at most a fraction 1/2 + epsilon/3 of the 2^L points."""
    return Chance(lam(y, D(y) == Bit(m, y)), 2**L) <= term("1/2") + eps / 3


def defeats(L: Term, size: Term, eps: Term) -> Term:
    """The functions that agree rarely with every circuit of at most this size."""
    D = lam(y, OnBits(*circuit, w, L, y))
    return lam(m, forall(w, *circuit, implies(conj(w >= 0, w + 1 <= size), agrees_rarely(D, m, L, eps))))


real_n, failing = real("n"), real("failing")
printed = claim.variant(
    "printed", forall(theta, implies(theta > 0, exists(c, N0, conj(c > 0, forall(n, L, eps, size, implies(
        conj(L >= 1, HalfLog(n, L), n >= N0, accurate, eps / 3 <= term("1/2"), size <= c * allowed(theta, n, eps)),
        Chance(defeats(L, size, eps), 2 ** (2**L)) >= 1 - eps / 3)))))), expect="reduced",
    why="The count of the circuits, and (2.10); c = 1 does for every theta, and n need not be a power of two.",
    observed=implies(eps > 0, failing <= M * exp(-(2 * 2**L * (eps / 3) * (eps / 3)))),
)  # fmt: skip
claim.reduce(
    printed,
    prose="""
    Take c = 1, and for N the larger of 8 and the one of *class* with K = 10. If s < 1 there is no circuit. Otherwise,
    by *count*, the circuits on L >= 2 bits with at most s gates compute M <= 2^(10 s^2 L^2 log2(s L)) functions, and
    M >= 1; let C(1), ..., C(M) list them. By *class*, all but a fraction epsilon/3 of the functions f agree with none
    of them on more than a fraction 1/2 + epsilon/3 of the points.
""",
)
small = lam(m, exists(w, conj(w >= 0, w + 1 <= size, computed_by(L, w)(m))))
few_circuits = claim.obligation(
    printed,
    "count",
    forall(
        L, size, implies(conj(L >= 2, size >= 1), count_of(small, 2**L) <= power(term(2), count(term(10), size, L)))
    ),
)
members = every(j, 1, M, Boolean(C(j), 2**L))
a_class = claim.obligation(printed, "class", forall(K, theta, implies(conj(K > 0, theta > 0), exists(N0, forall(
    n, L, eps, size, M, C, implies(
        conj(L >= 1, HalfLog(n, L), n >= N0, accurate, size >= 1, size <= allowed(theta, n, eps), M >= 1,
             M <= power(term(2), count(K, size, L)), members),
        Chance(lam(m, every(j, 1, M, agrees_rarely(C(j), m, L, eps))), 2 ** (2**L)) >= 1 - eps / 3))))))  # fmt: skip


def complement(p: Proof, event: Term, other: Term, size: Term, positive_size_: Fact, cover) -> Fact:
    """Chance(event, size) + Chance(other, size) >= 1, from ``cover(m, not event(m))``, which gives other(m)."""
    hits = [lam(m, where(e(m), 1, 0)) for e in (event, other)]
    nonempty = p.arith(size - 1 + 1 >= 0, positive_size_)

    def each(m: Term, low: Fact, high: Fact) -> Fact:
        goal = term(1) <= 1 * hits[0](m) + 1 * hits[1](m)

        def yes(known: Fact) -> Fact:
            return p.decide(other(m), *[lambda f: p.arith(goal, holds(p, event(m), known), holds(p, other(m), f))] * 2)

        def no(missed: Fact) -> Fact:
            return p.arith(goal, holds(p, event(m), missed), holds(p, other(m), cover(m, missed)))

        return p.decide(event(m), yes, no)

    ordered = smaller_sum(
        p, term(0), size - 1, lam(m, term(1)), lam(m, 1 * hits[0](m) + 1 * hits[1](m)), nonempty, each
    )
    linear = sums_linear(p).apply(0, size - 1, *hits, 1, 1, using=[nonempty])
    flat = sum_of_constants(p).apply(0, size - 1, 1, using=[nonempty])
    inverse = p.lemma("inverse", size, using=[p.arith(negation(size == 0), positive_size_)])
    share = p.arith(1 / size > 0, inverse, positive_size_)
    sums = total(m, 0, size - 1, hits[0](m)) + total(m, 0, size - 1, hits[1](m))
    whole = p.arith((sums - size) * (1 / size) >= 0, p.arith(sums >= size, ordered, linear, flat), share)
    return p.arith(Chance(event, size) + Chance(other, size) >= 1, whole, inverse)


@claim.prove(a_class)
def by_the_union_bound(p: Proof, goal: Term) -> Fact:
    (K, theta), (positive_k, positive_t), there = p.intro(goal, premises=1)
    inverse_t = p.lemma("inverse", theta * theta, using=[p.arith(negation(theta * theta == 0), p.arith(
        theta * theta > 0, positive_t))])  # fmt: skip
    start = 1 + 36 * (K + 4) / (theta * theta)
    far = 2 * exp(exp(start))
    first = floor(far) + 1
    body = instance_of(there, first)
    names, facts, conclusion = p.intro(body)
    n, L, eps, size, M, C = names
    row, shape, late, accurate, some_size, small, some_members, few, boolean = facts
    _, least, most = p.open_definition(shape).split()
    rows_ = p.arith(L >= 0, row)
    points = power_positive(p).apply(L, using=[rows_])
    powers_ = [p.lemma("power_step", 2, e, using=[p.arith(e >= 0, row)]) for e in (L, L + 1)]
    N = 2**L
    wide = p.arith(n < 4 * N, most, shifted(p, L), *powers_)
    half = p.arith(2 * N <= n, least, powers_[0])
    two = p.arith(
        N >= 2,
        p.lemma("power_step", 2, L - 1, using=[p.arith(L - 1 >= 0, row)]),
        power_positive(p).apply(L - 1, using=[p.arith(L - 1 >= 0, row)]),
        p.congruent(lam(integer("k"), 2 ** integer("k")), p.ring(L - 1 + 1, L)),
    )
    four = p.arith(n >= 4, half, two)
    x = p.fresh("x", "real")

    def larger_log(a: Term, b: Term, below: Fact) -> Fact:
        """a <= b, from exp(a) <= exp(b)."""
        return p.absurd(
            a <= b, lambda no: p.arith(false, below, p.lemma("exp_monotone", b, a, using=[p.arith(b < a, no)]))
        )

    numbers = {t.index: p.lemma("exp_log", t, using=[p.arith(t > 0, four)]) for t in (n, n / 2, term(2))}
    halved = p.arith(
        exp(log(n / 2) + log(2)) == n,
        p.lemma("exp_sum", log(n / 2), log(2)),
        numbers[(n / 2).index],
        numbers[term(2).index],
        multipliers=[1, exp(log(2)), n / 2],
    )
    log_n = p.arith(log(n) == log(n / 2) + log(2), p.congruent(lam(x, log(x)), halved), p.lemma(
        "log_exp", log(n / 2) + log(2)))  # fmt: skip
    ell = log2(n / 2)
    inverse = inverse_of_log_two(p)[0]
    bits = p.arith(log(n / 2) == ell * log(2), inverse, multipliers=[log(n / 2)])
    unit = p.enclose(log(2) <= 1)
    positive_ell = positive_log2(p, n / 2, p.arith(n / 2 > 1, four))
    length = logarithm(p).apply(L + 1, using=[p.arith(L + 1 >= 0, row)]).apply(n, using=[least])
    short = p.arith(L <= ell, p.arith((ell - L) * log(2) >= 0, length, log_n, bits), p.enclose(0 < log(2)))
    v = log(ell)
    value = p.lemma("exp_log", ell, using=[positive_ell])
    long = larger_log(
        exp(start),
        log(n / 2),
        p.arith(exp(exp(start)) <= exp(log(n / 2)), numbers[(n / 2).index], late, (p.lemma("floor", far))),
    )
    tall = larger_log(start, v, p.arith(exp(start) <= exp(v), value, long, bits, p.arith(
        ell * (1 - log(2)) >= 0, positive_ell, unit)))  # fmt: skip
    # X = epsilon^2 n / 2 = exp(Lambda), Z = exp(lambda).
    A = exp((2 + theta) * v)
    part = p.lemma("inverse", n, using=[p.arith(negation(n == 0), four)])
    below = 2 * A / n
    positive_below = p.arith(below > 0, p.arith(A * (1 / n) > 0, p.lemma("exp_positive", (2 + theta) * v), p.arith(
        1 / n > 0, part, four)))  # fmt: skip
    r, r_square = root(p, below, positive_below)
    positive_eps = p.arith(eps > 0, accurate, r)
    squares = p.arith(eps * eps > below, p.arith((eps - sqrt(below)) * (eps + sqrt(below)) > 0, accurate, p.arith(
        eps + sqrt(below) > 0, r, positive_eps)), r_square)  # fmt: skip
    X = eps * eps * n / 2
    above = p.arith(X > A, p.arith((eps * eps - below) * n > 0, squares, four), part, multipliers=[2 * A])
    e = log(eps)
    number = p.lemma("exp_log", eps, using=[positive_eps])
    Lambda = e + e + log(n / 2)
    whole = p.arith(
        exp(Lambda) == X,
        p.lemma("exp_sum", e + e, log(n / 2)),
        p.lemma("exp_sum", e, e),
        number,
        numbers[(n / 2).index],
        multipliers=[1, exp(log(n / 2)), exp(e) * exp(log(n / 2)), eps * exp(log(n / 2)), eps * eps],
    )
    up = larger_log((2 + theta) * v, Lambda, p.arith(A <= exp(Lambda), above, whole))
    s = 1 / (2 + theta)
    over = p.lemma("inverse", 2 + theta, using=[p.arith(negation(2 + theta == 0), positive_t)])
    positive_s = p.arith(s > 0, over, positive_t)
    lam_ = s * Lambda
    scaled = p.arith(lam_ * (2 + theta) == Lambda, over, multipliers=[Lambda])
    ahead = p.arith(lam_ >= v, p.arith((Lambda - (2 + theta) * v) * s >= 0, up, positive_s), over, multipliers=[v])
    high = p.arith(lam_ >= start, ahead, tall)
    Z = exp(lam_)
    z_above = p.arith(Z >= ell, weak_exp(p, v, lam_, ahead), value)
    E, R, T = power(eps, 2 / (2 + theta)), power(n, s), power(term(2), s)
    split = p.arith(
        Z * T == E * R,
        p.lemma("exp_sum", lam_, s * log(2)),
        p.lemma("exp_sum", 2 / (2 + theta) * e, s * log(n)),
        equal_exp(
            p,
            lam_ + s * log(2),
            2 / (2 + theta) * e + s * log(n),
            p.arith(lam_ + s * log(2) == 2 / (2 + theta) * e + s * log(n), log_n, multipliers=[s]),
        ),
    )
    tl = T * ell
    positive_tl = p.arith(tl > 0, p.lemma("exp_positive", s * log(2)), positive_ell)
    over_tl = p.lemma("inverse", tl, using=[p.arith(negation(tl == 0), positive_tl)])
    bounded = p.arith(
        size * tl <= E * R, p.arith((E * R / tl - size) * tl >= 0, small, positive_tl), over_tl, multipliers=[E * R]
    )
    product = p.arith(size * ell <= Z, p.arith((Z - size * ell) * T >= 0, bounded, split), p.lemma(
        "exp_positive", s * log(2)))  # fmt: skip
    a = L * size
    cells = p.arith(a <= Z, product, p.arith((ell - L) * size >= 0, short, some_size))
    at_least_one = p.arith(a >= 1, row, some_size)
    log_a = p.absurd(log(a) <= lam_, lambda no: p.arith(false, cells, p.lemma("exp_log", a, using=[p.arith(
        a > 0, at_least_one)]), p.lemma("exp_monotone", lam_, log(a), using=[p.arith(lam_ < log(a), no)])))  # fmt: skip
    natural = not_negative_log(p, a, at_least_one)
    Q = log(2) * count(K, size, L)
    squares_a = p.arith(
        a * a <= Z * Z, p.arith((Z - a) * (Z + a) >= 0, cells, p.arith(Z + a >= 0, at_least_one, cells))
    )
    one = p.arith(lam_ >= 1, high, p.arith(36 * (K + 4) / (theta * theta) >= 0, p.arith((K + 4) * (
        1 / (theta * theta)) >= 0, positive_k, p.arith(1 / (theta * theta) > 0, inverse_t, p.arith(
            theta * theta > 0, positive_t)))))  # fmt: skip
    counted = p.arith(Q == K * (a * a) * log(a), inverse, multipliers=[K * a * a * log(a)])
    more = p.arith(K * (a * a) * log(a) <= K * (Z * Z) * lam_, p.arith(K * log(a) * (Z * Z - a * a) >= 0, p.arith(
        K * log(a) >= 0, positive_k, natural), squares_a), p.arith(K * (Z * Z) * (lam_ - log(a)) >= 0, p.arith(
            K * (Z * Z) >= 0, positive_k, p.arith(Z * Z >= 0, squares=[Z])), log_a))  # fmt: skip
    steep = p.arith(
        exp(theta * lam_) >= theta * theta * (lam_ * lam_) / 4,
        p.lemma("exp_sum", theta * lam_ / 2, theta * lam_ / 2),
        equal_exp(p, theta * lam_ / 2 + theta * lam_ / 2, theta * lam_),
        (
            p.arith(
                (exp(theta * lam_ / 2) - theta * lam_ / 2) * (exp(theta * lam_ / 2) + theta * lam_ / 2) >= 0,
                p.lemma("exp_tangent", theta * lam_ / 2),
                p.arith(theta * lam_ >= 0, positive_t, one),
            )
        ),
    )
    cube = p.arith(X == Z * Z * exp(theta * lam_), whole, p.lemma("exp_sum", lam_ + lam_, theta * lam_), p.lemma(
        "exp_sum", lam_, lam_), equal_exp(p, lam_ + lam_ + theta * lam_, Lambda, scaled), multipliers=[
            1, exp(theta * lam_)])  # fmt: skip
    gain = p.arith(
        theta * theta * lam_ >= 36 * (K + 4),
        p.arith((lam_ - start) * (theta * theta) >= 0, high, p.arith(theta * theta > 0, positive_t)),
        inverse_t,
        p.arith(theta * theta > 0, positive_t),
        multipliers=[36 * (K + 4)],
    )
    zz = p.arith(Z * Z >= 0, squares=[Z])
    power_ = p.arith(
        X / 9 >= Z * Z * lam_ * (K + 4),
        cube,
        p.arith(Z * Z * (exp(theta * lam_) - theta * theta * (lam_ * lam_) / 4) >= 0, steep, zz),
        p.arith(Z * Z * lam_ * (theta * theta * lam_ - 36 * (K + 4)) >= 0, gain, p.arith(Z * Z * lam_ >= 0, zz, one)),
    )
    z_one = p.arith(Z >= 1, p.lemma("exp_tangent", lam_), one)
    positive_lambda = p.arith(Lambda >= 0, scaled, p.arith(lam_ * (2 + theta) >= 0, one, positive_t))
    small_eps = p.arith(
        e >= -Z / 2, positive_lambda, bits, z_above, p.arith(ell * (1 - log(2)) >= 0, positive_ell, unit)
    )
    three = p.enclose(log(3) <= 2)
    rest = p.arith(4 * (Z * Z * lam_) >= Z / 2 + 2, p.arith(Z * Z * (lam_ - 1) >= 0, zz, one), p.arith(
        Z * (Z - 1) >= 0, z_one), z_one)  # fmt: skip
    exponent = p.arith(Q + -(X / 9) <= e + -log(3), counted, more, power_, small_eps, three, rest)
    gauss_ = -(2 * N * (eps / 3) ** 2)
    less = p.arith(
        gauss_ <= -(X / 9), p.arith(eps * eps * (4 * N - n) >= 0, wide, p.arith(eps * eps >= 0, squares=[eps]))
    )
    bound = over_the_class(p).apply(
        N, M, C, eps / 3, using=[points, some_members, p.arith(eps / 3 > 0, positive_eps), boolean]
    )
    chance, factor = bound.formula.args[0].args
    sizes = power_positive(p).apply(N, using=[p.arith(N >= 0, points)])
    positive_c = chance_not_negative(p, chance, sizes)
    plain = p.arith(chance <= M * exp(gauss_), bound, p.arith(chance * (factor - 1) >= 0, positive_c, p.lemma(
        "exp_positive", factor.args[1].args[0])))  # fmt: skip
    third = p.arith(exp(e + -log(3)) == eps / 3, p.lemma("exp_sum", e, -log(3)), number, p.arith(
        exp(-log(3)) == term("1/3"), p.lemma("exp_sum", log(3), -log(3)), p.lemma("exp_log", 3), equal_exp(
            p, log(3) + -log(3), term(0)), p.lemma("exp_zero"), multipliers=[1, exp(-log(3))]), multipliers=[
                1, exp(-log(3)), eps])  # fmt: skip
    final = p.arith(
        chance <= eps / 3,
        plain,
        p.arith((power(term(2), count(K, size, L)) - M) * exp(gauss_) >= 0, few, p.lemma("exp_positive", gauss_)),
        equal_exp(p, count(K, size, L) * log(2), Q),
        p.arith(
            exp(Q) * (exp(-(X / 9)) - exp(gauss_)) >= 0, p.lemma("exp_positive", Q), weak_exp(p, gauss_, -(X / 9), less)
        ),
        p.lemma("exp_sum", Q, -(X / 9)),
        weak_exp(p, Q + -(X / 9), e + -log(3), exponent),
        third,
        multipliers=[1, exp(gauss_)],
    )
    event, other = conclusion.args[1].args[0], chance.args[0]

    def cover(m: Term, missed: Fact) -> Fact:
        def none(no: Fact) -> Fact:
            rare = lam(j, agrees_rarely(C(j), m, L, eps))

            def each(j: Term, low: Fact, high: Fact) -> Fact:
                return p.absurd(rare(j), lambda often: p.conflict(p.exhibit(other(m), [j], low, high, p.arith(
                    other_at(j), often)), no))  # fmt: skip

            def other_at(j: Term) -> Term:
                return Chance(lam(y, C(j)(y) == Bit(m, y)), N) >= term("1/2") + eps / 3

            i = p.fresh("j", "int")
            return p.conflict(everywhere(p, term(1), M, rare(i), i, each), missed)

        return p.absurd(other(m), none)

    both = complement(p, event, other, 2**N, sizes, cover)
    shown = p.conclude(body, names, p.arith(conclusion, both, final))
    return p.conclude(goal, [K, theta], p.witness(there, first, shown))


@claim.prove(few_circuits)
def by_adding_idle_gates(p: Proof, goal: Term) -> Fact:
    (k, a), (two, some), conclusion = p.intro(goal)
    one, N = p.arith(k >= 1, two), 2**k
    points = power_positive(p).apply(k, using=[p.arith(k >= 0, two)])
    union = lam(m, exists(w, conj(w >= 0, w + 1 <= a, computed_by(k, w)(m))))
    target = computed_by(k, a)

    def then(m: Term, found: Fact) -> Fact:
        w, known = p.obtain(found, "w")
        low, most = known.left, known.right.left
        b0, q, g, beta, v, every_point = p.obtain(known.right.right, "b0", "q", "g", "beta", "v")
        padded = lam(j, where(j <= w, g(j), 0))

        def point(y: Term, first: Fact, last: Fact) -> Fact:
            here = every_point.apply(y, using=[first, last])
            gate = lam(j, maximum(0, beta(j) + total(i, 0, k - 1, v(j)(i) * Bit(y, i))))
            new, old = (lam(j, f(j) * gate(j)) for f in (padded, g))
            spare = p.arith(a - w >= 0, most)
            split = sum_appended(p, w, a - w, new, low, spare)
            same = equal_sums(p, term(1), w, new, old, lambda j, _, end: p.arith(new(j) == old(j), p.lemma(
                "if_true", j <= w, g(j), 0, using=[end]), multipliers=[gate(j)]))  # fmt: skip
            idle = equal_sums(p, term(1), a - w, lam(j, new(w + j)), lam(j, term(0)), lambda j, start, _: p.arith(
                new(w + j) == 0, p.lemma("if_false", w + j <= w, g(w + j), 0, using=[p.arith(
                    negation(w + j <= w), start)]), multipliers=[gate(w + j)]))  # fmt: skip
            none = sum_of_constants(p).apply(1, a - w, 0, using=[p.arith(a - w + 1 >= 1, spare)])
            z = p.fresh("z", "int")
            whole = p.congruent(lam(z, total(j, 1, z, new(j))), p.ring(w + (a - w), a))
            sums = p.arith(total(j, 1, a, new(j)) == total(j, 1, w, old(j)), whole, split, same, idle, none)
            r = p.fresh("r", "real")
            wires = b0 + total(i, 0, k - 1, q(i) * Bit(y, i))
            equal = p.congruent(lam(r, where(wires + r >= 0, 1, 0)), sums)
            left = OnBits(b0, q, padded, beta, v, a, k, y)
            equal = p.restate(equal, left == OnBits(b0, q, g, beta, v, w, k, y))
            return p.arith(left == Bit(m, y), equal, here)

        claim_ = OnBits(b0, q, padded, beta, v, a, k, y) == Bit(m, y)
        return p.witness(target(m), b0, q, padded, beta, v, everywhere(p, term(0), N - 1, claim_, y, point))

    less = fewer(p, union, target, N, p.arith(N >= 0, points), then)
    size = p.arith(k * a >= 2, p.arith((k - 2) * a >= 0, two, some), some)
    enough = p.arith((3 * (a * k) + 1) * (a * k + 1) <= 10 * (a * a) * (k * k), p.arith(
        (k * a - 1) * (k * a) >= 0, size), size)  # fmt: skip
    bound = few_by_logarithm(p).apply(k, a, 10 * (a * a) * (k * k), k * a, using=[one, some, size, enough])
    shown = p.arith(less.formula.args[0] <= bound.formula.args[1], less, bound)
    return p.conclude(goal, [k, a], p.restate(shown, conclusion))


@claim.satisfied(a_class)
def all_ones(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 1, 1, p.compute(instance_of(formula, 1, 1)))


@claim.satisfied(few_circuits)
def two_bits(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 2, 1, p.compute(instance_of(formula, 2, 1)))


@claim.defined(a_class, few_circuits)
def numbers_exist(p: Proof, formula: Term) -> Fact:
    """Exponents are natural numbers, n >= 4, and what has a root or a logarithm is positive."""

    def leaf(goal: Term, facts: list[Fact]) -> Fact:
        known = comparisons(facts)
        known += sizes(p, known)
        for f in list(known):
            if f.formula.op == "<" and f.formula.args[0].op == "sqrt":
                below, number = f.formula.args
                known.append(p.arith(number > 0, f, positive(p, below, known)))
        inner = goal.args[0].args[0] if goal.op == "not" else goal.args[1]
        if inner.op == "^":
            natural = leaf(inner.args[1] >= 0, facts)
            return p.arith(goal, power_positive(p).apply(inner.args[1], using=[natural]))
        if inner.op in ("sqrt", "log", "*", "/", "exp") and inner.sort == "real":
            return p.arith(goal, positive(p, inner, known))
        return p.find(goal, known)

    return defined(p, formula, leaf)


@claim.instances
def threshold_gates(rng, n):
    """The class of all threshold gates on one, two or three bits, and the exact fraction of all functions that agree
    with some of them on more than j of the 2^L points, epsilon/3 = j/2^L - 1/2."""
    cases = []
    for bits in (1, 2, 3):
        points = np.arange(2**bits)[:, None] >> np.arange(bits) & 1
        weights = np.stack(np.meshgrid(*[np.arange(-2, 3)] * bits, np.arange(-5, 6)), axis=-1).reshape(-1, bits + 1)
        tables = (weights[:, :-1] @ points.T + weights[:, -1:] >= 0) @ (1 << np.arange(2**bits))
        members = np.unique(tables)
        ones = np.array([v.bit_count() for v in range(2**2**bits)])
        agreed = 2**bits - ones[np.arange(2**2**bits)[:, None] ^ members].min(axis=1)
        for j in range(2 ** (bits - 1) + 1, 2**bits + 1):
            cases.append((bits, len(members), 3 * (j / 2**bits - 0.5), (agreed > j).mean()))
    columns = np.array(cases, dtype=float)[np.arange(n) % len(cases)].T
    return dict(zip(("L", "M", "epsilon", "failing"), columns, strict=True))


claim.mutant("one circuit", printed, implies(eps > 0, failing <= exp(-(2 * 2**L * (eps / 3) * (eps / 3)))))
claim.mutant("four times the exponent", printed, implies(
    eps > 0, failing <= M * exp(-(8 * 2**L * (eps / 3) * (eps / 3)))))  # fmt: skip
