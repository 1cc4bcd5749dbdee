"""Section 2.3.2, against Montufar et al.: for n <= w < 2n and k >= 3 n / log n one generator beats their number.

That k is of the order of n / log n at least is read as k >= C n / log n for a constant C that is large enough: 3 does,
but not every one.
"""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import defined, power_of_exp
from numerics.terms import (
    Term,
    binomial,
    conj,
    exists,
    exp,
    false,
    floor,
    forall,
    implies,
    instance_of,
    integer,
    lam,
    log,
    negation,
    real,
    term,
    total,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.vertex_counts import half_regions, no_dimension_sum, one_generator_sum, pascal_sums
from theorems.mukherjee2020.zonotope_geometry import for_all

regime = Claim(
    "mukherjee2020", "inequality", "", slug="regime", section="2.3.2", family="zonotopes",
    title="regime beating Montufar et al.", uses=["theorem_2_3_10.part_i"],
    statement=r"""If $n \le w < 2n$ and $k \ge C n / \log n$ for a large enough constant $C$, then for some $m < n$ a
    function of the family with $k$ hidden layers of at most $w$ units has more pieces than the
    $\lfloor w/n\rfloor^{(k-1)n} \sum_{j=0}^n \binom wj$ of Montufar et al. for $k$ layers of $w$ units. (The first
    layer of ours holds $2m \le w$ units, and $k - 1$ sawtooths follow, so that Theorem 2.3.10 (i) counts
    $\bigl(\sum_{i<n} \binom{m-1}i\bigr) w^{k-1}$ pieces; there are twice as many.)""",
)  # fmt: skip

n, w, k, m, C, j = integer("n"), integer("w"), integer("k"), integer("m"), real("C"), integer("j")
theirs = floor(w / n) ** ((k - 1) * n) * total(j, 0, n, binomial(w, j))
ours = half_regions(m, n) * w ** (k - 1)
level = integer("level")  # the floor of k log(n) / n

beaten = regime.variant(
    "printed", exists(C, conj(C > 0, forall(n, w, k, implies(
        conj(n >= 2, n <= w, w < 2 * n, k >= 1), k >= C * n / log(n),
        exists(m, conj(1 <= m, m < n, 2 * m <= w, theirs < ours)))))), expect="proved",
    why="C = 3 and m = 1 do: their number is at most 2^w < 4^n, since floor(w/n) = 1 leaves no product at all, and "
        "w^(k-1) >= exp((k-1) log n) >= exp(2n + 1).",
    observed=implies(conj(n <= w, w < 2 * n, level >= 3), theirs < ours),
)  # fmt: skip


def binomial_sums(p: Proof) -> Fact:
    """forall m >= 1: forall n >= 0: 2 (C(m-1, 0) + ... + C(m-1, n-1)) <= 2^m."""
    pascal, one, q = pascal_sums(p), one_generator_sum(p), integer("n")

    def claim(m: Term) -> Term:
        return forall(q, implies(0 <= q, 2 * half_regions(m, q) <= 2**m))

    def by_dimension(m: Term, positive: Fact, prove: Callable[[Term, Fact], Fact]) -> Fact:
        n = p.fresh("n", "int")

        def none(given: Fact, no: Fact) -> Fact:
            same = p.congruent(lam(q, half_regions(m, q)), p.arith(n == 0, given, no))
            return p.arith(2 * half_regions(m, n) <= 2**m, same, no_dimension_sum(p, m), positive)

        return for_all(p, [n], 0 <= n, lambda given: p.decide(
            n >= 1, lambda yes: prove(n, yes), lambda no: none(given[0], no)))  # fmt: skip

    powers = p.induction("m", 1, lambda m: 2**m >= 2, p.compute(2 ** term(1) >= 2), lambda m, low, here: p.arith(
        2 ** (m + 1) >= 2, here, p.lemma("power_step", 2, m, using=[p.arith(m >= 0, low)])))  # fmt: skip
    base = by_dimension(term(1), p.compute(2 ** term(1) >= 2), lambda n, yes: p.arith(
        2 * half_regions(term(1), n) <= 2 ** term(1), one.apply(n, using=[yes]), p.compute(2 ** term(1) == 2)))

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        twice = p.lemma("power_step", 2, m, using=[p.arith(m >= 0, low)])
        positive = powers.apply(m + 1, using=[p.arith(m + 1 >= 1, low)])
        return by_dimension(m + 1, positive, lambda n, yes: p.arith(
            2 * half_regions(m + 1, n) <= 2 ** (m + 1), pascal.apply(m, n, using=[low, yes]), twice,
            here.apply(n, using=[p.arith(n >= 0, yes)]), here.apply(n - 1, using=[p.arith(n - 1 >= 0, yes)])))

    return p.induction("m", 1, claim, base, step)


@regime.prove(beaten)
def by_one_generator(p: Proof, goal: Term) -> Fact:
    inner = instance_of(goal, 3).args[1]
    (n, w, k), (inputs, wide, narrow, deep, many), conclusion = p.intro(inner)
    # log n > 0, log n <= n - 1, log 2 <= 1, log w >= log n.
    logs = {t.index: p.lemma("exp_log", t, using=[p.arith(t > 0, inputs, wide)]) for t in (n, w, term(2))}

    def larger(a: Term, b: Term, facts: list[Fact]) -> Fact:
        """log(a) <= log(b), from a <= b."""
        return p.absurd(log(a) <= log(b), lambda no: p.arith(false, p.lemma("exp_monotone", log(b), log(a), using=[
            p.arith(log(b) < log(a), no)]), logs[a.index], logs[b.index], *facts))  # fmt: skip

    log_n, log_w, log_2 = log(n), log(w), log(2)
    positive = log_positive(p, n, inputs)
    small = p.arith(log_n <= n - 1, p.lemma("exp_tangent", log_n), logs[n.index])
    one = p.arith(log_2 <= 1, p.lemma("exp_tangent", log_2), logs[term(2).index])
    ordered = larger(n, w, [wide])
    inverse = p.lemma("inverse", log_n, using=[p.arith(negation(log_n == 0), positive)])
    scaled = p.arith(k * log_n >= 3 * n, p.arith(k * log_n >= 3 * n / log_n * log_n, many, positive), inverse,
                     multipliers=[n])  # fmt: skip
    exponent = p.arith((k - 1) * log_w >= 2 * n + 1, p.arith((k - 1) * log_w >= (k - 1) * log_n, ordered, deep), scaled,
                       small)  # fmt: skip
    least = p.arith(k - 1 >= 0, deep)
    power = power_of_exp(p, w, logs[w.index], log_w, k - 1, least)
    two = power_of_exp(p, term(2), logs[term(2).index], log_2, w, p.arith(w >= 0, wide, inputs))
    below = p.arith(w * log_2 < (k - 1) * log_w, exponent, p.arith(w * log_2 <= w, one, wide, inputs), narrow)
    more = p.arith(2**w < w ** (k - 1), p.lemma("exp_monotone", w * log_2, (k - 1) * log_w, using=[below]), power, two)
    # Their number.
    x = w / n
    unit = p.lemma("inverse", n, using=[p.arith(n > 0, inputs)])
    up = p.arith(1 / n > 0, unit, inputs)
    low = p.arith(x >= 1, p.arith(w * (1 / n) >= n * (1 / n), wide, up), unit)
    high = p.arith(x < 2, p.arith(w * (1 / n) < 2 * n * (1 / n), narrow, up), unit)
    whole = p.lemma("floor", x)
    is_one = p.arith(floor(x) == 1, p.arith(floor(x) < 2, whole, high), p.arith(floor(x) > 0, whole, low))
    power_one = p.induction("t", 0, lambda t: floor(x) ** t == 1, p.arith(floor(x) ** term(0) == 1, p.lemma(
        "power_zero", floor(x))), lambda t, a, h: p.arith(floor(x) ** (t + 1) == 1, h, is_one, p.lemma(
            "power_step", floor(x), t, using=[a]), multipliers=[1, floor(x)]))  # fmt: skip
    alone = power_one.apply((k - 1) * n, using=[p.arith((k - 1) * n >= 0, least, inputs)])
    q, r = integer("q"), integer("i")
    bound = binomial_sums(p).apply(w + 1, n + 1, using=[p.arith(w + 1 >= 1, wide, inputs), p.arith(n + 1 >= 0, inputs)])
    twice = p.lemma("power_step", 2, w, using=[p.arith(w >= 0, wide, inputs)])
    row = p.congruent(lam(q, total(r, 0, n + 1 - 1, binomial(q, r))), p.ring(w + 1 - 1, w))
    length = p.congruent(lam(q, total(r, 0, q, binomial(w, r))), p.ring(n + 1 - 1, n))
    sum_of = total(r, 0, n, binomial(w, r))
    count = p.arith(sum_of <= 2**w, bound, twice, row, length)
    single = one_generator_sum(p).apply(n, using=[p.arith(n >= 1, inputs)])
    theirs_ = floor(x) ** ((k - 1) * n) * sum_of
    ours_ = half_regions(term(1), n) * w ** (k - 1)
    less = p.arith(theirs_ < ours_, p.arith(theirs_ == sum_of, alone, multipliers=[sum_of]), p.arith(
        ours_ == w ** (k - 1), single, multipliers=[w ** (k - 1)]), count, more)  # fmt: skip
    found = p.witness(conclusion, 1, p.both(p.arith(term(1) <= 1), p.arith(term(1) < n, inputs), p.arith(
        2 * term(1) <= w, wide, inputs), less))  # fmt: skip
    return p.witness(goal, 3, p.both(p.arith(term(3) > 0), p.conclude(inner, [n, w, k], found)))


def log_positive(p: Proof, n: Term, *facts: Fact) -> Fact:
    """log(n) > 0, from n >= 2."""
    value, s = p.lemma("exp_log", n, using=[p.arith(n > 0, *facts)]), p.fresh("s", "real")
    zero = p.lemma("exp_zero")
    return p.absurd(log(n) > 0, lambda no: p.decide(
        log(n) < 0, lambda yes: p.arith(false, p.lemma("exp_monotone", log(n), 0, using=[yes]), zero, value, *facts),
        lambda up: p.arith(false, p.congruent(lam(s, exp(s)), p.arith(log(n) == 0, no, up)), zero, value, *facts)))


@regime.defined(beaten)
def logarithms_of_more_than_one(p: Proof, formula: Term) -> Fact:
    def leaf(part: Term, facts: list[Fact]) -> Fact | None:
        inner = part.args[0] if part.op == "not" else part
        if inner.args[0].op != "log":
            return None
        return p.arith(part, log_positive(p, inner.args[0].args[0], *facts))

    return defined(p, formula, leaf)


@regime.satisfied(beaten)
def two_inputs(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [3, 2, 2, 20])


@regime.instances
def small_networks(rng, count):
    """One generator: n from 2 to 12, w from n to 3n, and k from 1 to 4 n / log n."""
    at = np.arange(count)
    n = at % 11 + 2
    w = n + rng.integers(0, 2 * n)
    k = 1 + rng.integers(0, np.ceil(4 * n / np.log(n)).astype(int))
    level = np.floor(k * np.log(n) / n)
    return {name: values.astype("float64") for name, values in (
        ("n", n), ("w", w), ("k", k), ("m", np.ones(count)), ("level", level))}  # fmt: skip


regime.mutant("from n / log n on", beaten, implies(conj(n <= w, w < 2 * n, level >= 1), theirs < ours))
regime.mutant("for w >= 2n too", beaten, implies(conj(n <= w, level >= 3), theirs < ours))
