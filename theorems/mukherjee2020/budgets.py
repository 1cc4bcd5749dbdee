"""How many pieces a ReLU network on the line can have within a budget of units, whatever its depth up to a limit."""

from numerics.derive import Fact, Proof
from numerics.lemmas import power_of_exp
from numerics.sums import once
from numerics.terms import (
    Term,
    conj,
    exp,
    false,
    implies,
    integer,
    lam,
    log,
    real,
    term,
    total,
)  # fmt: skip
from theorems.mukherjee2020.chapter_2.lemma_2_a_7 import product_below_power
from theorems.mukherjee2020.logarithms import power
from theorems.mukherjee2020.logarithms import weak_exp as weakly
from theorems.mukherjee2020.networks import layer_sizes, network_pieces

i, j, x = integer("i"), integer("j"), real("x")
two = log(term(2))  # the natural logarithm of 2


def budget(w: Term, k: Term, shallow: Term, delta: Term) -> Term:
    """The printed size k' w^(k/k') (1 - 4 delta)^(1/k') / 2^(1 + 1/k')."""
    return shallow * (power(w, k / shallow) * power(1 - 4 * delta, 1 / shallow)) / power(term(2), 1 + 1 / shallow)


def widest_budget(w: Term, k: Term, shallow: Term) -> Term:
    """k' w^(k/k') / 2^(1 + 1/k'): the printed size for delta = 0."""
    return shallow * power(w, k / shallow) / power(term(2), 1 + 1 / shallow)


def units(w: Term, k: Term) -> Term:
    """The size: the number of units in the k hidden layers."""
    return total(j, 1, k, w(j))


def two_to(pf: Proof) -> Fact:
    """exp(log 2) = 2."""
    return pf.once("exp(log 2)", lambda: pf.lemma("exp_log", 2))


def network_of(pf: Proof, w: Term, k: Term, f: Term, deep: Fact, computes: Fact) -> tuple[Fact, Fact, Fact]:
    """From Computes(w, k, f) and k >= 1: AtMostPieces(f, P), P >= 1 and the widths are at least 1, where P is the
    product of w_j + 1."""
    mark = pf.opened
    z, W, b, c, beta, facts = pf.obtain(pf.open_definition(computes), "z", "W", "b", "c", "beta")
    network, output = facts.left, facts.right
    pieces, positive = network_pieces(pf, z, W, b, w, k, network, deep, f, c, beta, output)
    widths = pf.open_definition(network).split()[1]
    whole = pf.close(pf.both(pieces, positive, widths), mark)
    return whole.left, whole.right.left, whole.right.right


@once
def width_below_power(pf: Proof) -> Fact:
    """For every integer m >= 1: m + 1 <= 2^m, where 2^m is exp(m log 2)."""

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        whole = pf.rewrite(pf.lemma("exp_sum", m * two, two), pf.ring(m * two + two, (m + 1) * two))
        return pf.arith(
            (m + 1) + 1 <= exp((m + 1) * two),
            pf.arith(exp((m + 1) * two) == 2 * exp(m * two), whole, two_to(pf), multipliers=[exp(m * two)]),
            here,
            low,
        )

    one = pf.rewrite(two_to(pf), pf.ring(two, term(1) * two))
    return pf.induction("m", 1, lambda m: m + 1 <= exp(m * two), pf.arith(term(1) + 1 <= exp(term(1) * two), one), step)


def sizes_below_power(pf: Proof, w: Term, k: Term, deep: Fact, widths: Fact) -> Fact:
    """prod (w_j + 1) <= 2^S for S = w_1 + ... + w_k."""

    def claim(n: Term) -> Term:
        return implies(n <= k, layer_sizes(w, n) <= exp(units(w, n) * two))

    def base() -> Fact:
        bound = pf.assume(term(0) <= k)
        none, empty = pf.lemma("prod_empty", 1, 0, lam(j, w(j) + 1)), pf.lemma("sum_empty", 1, 0, lam(j, w(j)))
        zero = pf.arith(units(w, term(0)) * two == 0, empty, multipliers=[two])
        value = pf.congruent(lam(x, exp(x)), zero)
        return pf.implication(bound.formula, pf.arith(
            layer_sizes(w, term(0)) <= exp(units(w, term(0)) * two), none, value, pf.lemma("exp_zero")))  # fmt: skip

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(n + 1 <= k)
        before = here.apply(using=[bound])
        more = pf.lemma("prod_step", 1, n, lam(j, w(j) + 1), using=[low])
        longer = pf.lemma("sum_step", 1, n, lam(j, w(j)), using=[low])
        wide = widths.apply(n + 1, using=[low, bound])
        unit = width_below_power(pf).apply(w(n + 1), using=[wide])
        old, new = units(w, n) * two, w(n + 1) * two
        parts = pf.rewrite(pf.lemma("exp_sum", old, new), pf.arith(
            old + new == units(w, n + 1) * two, longer, multipliers=[two]))  # fmt: skip
        r, s, t, v = (pf.fresh(name, "real") for name in "rstv")
        given = [pf.assume(a) for a in (r <= s, s >= 0, v <= t, v >= 0)]
        mixed = pf.arith(r * v <= s * t, pf.arith(r * v <= s * v, *given), pf.arith(s * v <= s * t, *given))
        for fact in reversed(given):
            mixed = pf.implication(fact.formula, mixed)
        positive = pf.lemma("exp_positive", old)
        mixed = pf.general(r, s, t, v, mixed).apply(layer_sizes(w, n), exp(old), exp(new), w(n + 1) + 1, using=[
            before, positive, unit, wide])  # fmt: skip
        return pf.implication(bound.formula, pf.arith(
            layer_sizes(w, n + 1) <= exp(units(w, n + 1) * two), more, mixed, parts))  # fmt: skip

    return pf.induction("n", 0, claim, base, step).apply(k, using=[deep, pf.arith(k <= k)])


@once
def half_of_exp(pf: Proof) -> Fact:
    """For log 2 <= t < 1: exp(t) log 2 / 2 <= t; equality at log 2, and the right side grows faster up to 1."""
    t = pf.fresh("t", "real")
    premises = [pf.assume(two <= t), pf.assume(t < 1)]
    goal = exp(t) * two / 2 <= t
    flat, slope = lam(x, x - exp(x) * (two / 2)), lam(x, 1 - exp(x) * (two / 2))
    start = pf.arith(exp(two) * two / 2 == two, two_to(pf), multipliers=[two])

    def beyond(less: Fact) -> Fact:
        mark = pf.opened
        c, facts = pf.mean_value(flat, slope, less, lambda _: [])
        inside, rise = facts.left, facts.right
        small = pf.lemma("exp_monotone", c, 1, using=[pf.arith(c < 1, inside, premises[1])])
        top = pf.tautology(exp(term(1)) * (two / 2) <= 1, [])
        positive = pf.tautology(0 < two, [])
        steep = pf.arith(slope(c) >= 0, pf.arith(exp(c) * (two / 2) <= exp(term(1)) * (two / 2), small, positive), top)
        up = pf.arith(slope(c) * (t - two) >= 0, steep, less)
        return pf.close(pf.arith(goal, rise, up, start), mark)

    def equal(no: Fact) -> Fact:
        same = pf.arith(two == t, no, premises[0])
        return pf.arith(goal, pf.congruent(lam(x, exp(x)), same), same, start, multipliers=[two])

    fact = pf.decide(two < t, beyond, equal)
    for premise in reversed(premises):
        fact = pf.implication(premise.formula, fact)
    return pf.general(t, fact)


def pieces_within(pf: Proof, w: Term, k: Term, deep: Fact, widths: Fact, shallow: Term, rate: Term, no_deeper: Fact,
                  within: Fact, room: Fact) -> Fact:  # fmt: skip
    """prod (w_j + 1) <= exp(k' rate), where k <= k' (``no_deeper``), the size is at most k' exp(rate) / 2 (``within``)
    and exp(rate) >= 2 (``room``): k' layers have room for a unit each."""
    S, r = units(w, k), exp(rate)
    goal = layer_sizes(w, k) <= exp(shallow * rate)
    positive = pf.lemma("exp_positive", rate)

    def large(at: Fact) -> Fact:
        bound = product_below_power(pf, w, k, deep, widths, r, positive)
        same = power_of_exp(pf, r, pf.ring(r, r), rate, k, pf.arith(k >= 0, deep))
        inverse = pf.lemma("inverse", r, using=[positive])
        unit = pf.arith(1 / r > 0, inverse, positive)
        e = 2 * S * (1 / r) - k
        scaled = pf.arith(2 * S * (1 / r) <= shallow, pf.arith(2 * S * (1 / r) <= shallow * r * (1 / r), within, unit),
                          inverse, multipliers=[shallow])  # fmt: skip
        spare = pf.arith((shallow - k) * (rate - 1) >= 0, no_deeper, at)
        joined = pf.lemma("exp_sum", k * rate, e)
        top = weakly(pf, k * rate + e, shallow * rate, pf.arith(k * rate + e <= shallow * rate, scaled, spare))
        return pf.arith(goal, bound, pf.arith(r**k * exp(e) == exp(k * rate + e), same, joined, multipliers=[
            exp(e)]), top)  # fmt: skip

    def small(no: Fact) -> Fact:
        below = sizes_below_power(pf, w, k, deep, widths)
        low = pf.absurd(two <= rate, lambda neg: pf.arith(false, pf.lemma(
            "exp_monotone", rate, two, using=[pf.arith(rate < two, neg)]), two_to(pf), room))  # fmt: skip
        half = half_of_exp(pf).apply(rate, using=[low, pf.arith(rate < 1, no)])
        positive_log = pf.tautology(0 < two, [])
        some = pf.arith(shallow >= 1, no_deeper, deep)
        exponent = pf.arith(S * two <= shallow * rate, pf.arith(S * two <= shallow * r / 2 * two, within, positive_log),
                            pf.arith(shallow * (r * two / 2) <= shallow * rate, half, some))  # fmt: skip
        return pf.arith(goal, below, weakly(pf, S * two, shallow * rate, exponent))

    return pf.decide(rate >= 1, large, small)


def _sum_as_power(pf: Proof, size: Term, value: Term, exponent: Term, shallow: Term, some: Fact,
                  known: list[Fact]) -> tuple[Term, Fact, Fact]:  # fmt: skip
    """For size = k' value / 2^(1 + 1/k'), where value = exp(exponent) (one of the ``known``): a rate with size = k'
    exp(rate) / 2 and k' rate + log 2 = k' exponent."""
    rate, E = exponent - 1 / shallow * two, power(term(2), 1 + 1 / shallow)
    one, other = pf.lemma("exp_sum", rate, (1 + 1 / shallow) * two), pf.lemma("exp_sum", exponent, two)
    equal = pf.congruent(lam(x, exp(x)), pf.ring(rate + (1 + 1 / shallow) * two, exponent + two))
    whole = pf.arith(exp(rate) * E == value * 2, one, other, equal, two_to(pf), *known, multipliers=[
        1, exp(exponent), term(2)])  # fmt: skip
    inverse = pf.lemma("inverse", E, using=[pf.lemma("exp_positive", (1 + 1 / shallow) * two)])
    as_power = pf.arith(size == shallow * exp(rate) / 2, whole, inverse, multipliers=[
        shallow * (1 / E), shallow * exp(rate), 1])  # fmt: skip
    inverse = pf.lemma("inverse", shallow, using=[pf.arith(shallow > 0, some)])
    return rate, as_power, pf.arith(shallow * rate + two == shallow * exponent, inverse, multipliers=[two])


def budget_as_power(pf: Proof, w: Term, k: Term, shallow: Term, delta: Term, wide: Fact, deep: Fact, some: Fact,
                    room: Fact) -> tuple[Term, Fact, Fact]:  # fmt: skip
    """A rate with budget = k' exp(rate) / 2 and 2 exp(k' rate) = w^k (1 - 4 delta); the facts w >= 2, k >= 1, k' >= 1
    and 1 - 4 delta > 0."""
    left = 1 - 4 * delta
    a, b = k / shallow * log(w), 1 / shallow * log(left)
    rate, value, whole = _sum_as_power(pf, budget(w, k, shallow, delta), exp(a) * exp(b), a + b, shallow, some, [
        pf.lemma("exp_sum", a, b)])  # fmt: skip
    inverse = pf.lemma("inverse", shallow, using=[pf.arith(shallow > 0, some)])
    whole = pf.arith(shallow * rate + two == k * log(w) + log(left), whole, inverse, multipliers=[
        1, k * log(w), log(left)])  # fmt: skip
    parts = pf.lemma("exp_sum", shallow * rate, two), pf.lemma("exp_sum", k * log(w), log(left))
    base = power_of_exp(pf, w, pf.lemma("exp_log", w, using=[pf.arith(w > 0, wide)]), log(w), k, pf.arith(k >= 0, deep))
    pieces = pf.arith(
        2 * exp(shallow * rate) == w**k * left,
        pf.congruent(lam(x, exp(x)), whole),
        *parts,
        base,
        pf.lemma("exp_log", left, using=[room]),
        two_to(pf),
        multipliers=[1, exp(shallow * rate), exp(log(left)), w**k],
    )
    return rate, value, pieces


def widest_as_power(pf: Proof, w: Term, k: Term, shallow: Term, wide: Fact, deep: Fact,
                    some: Fact) -> tuple[Term, Fact, Fact]:  # fmt: skip
    """The same for delta = 0: a rate with the widest budget = k' exp(rate) / 2 and 2 exp(k' rate) = w^k."""
    a = k / shallow * log(w)
    rate, value, whole = _sum_as_power(pf, widest_budget(w, k, shallow), exp(a), a, shallow, some, [])
    inverse = pf.lemma("inverse", shallow, using=[pf.arith(shallow > 0, some)])
    whole = pf.arith(shallow * rate + two == k * log(w), whole, inverse, multipliers=[1, k * log(w)])
    base = power_of_exp(pf, w, pf.lemma("exp_log", w, using=[pf.arith(w > 0, wide)]), log(w), k, pf.arith(k >= 0, deep))
    pieces = pf.arith(2 * exp(shallow * rate) == w**k, pf.congruent(lam(x, exp(x)), whole), pf.lemma(
        "exp_sum", shallow * rate, two), base, two_to(pf), multipliers=[1, exp(shallow * rate)])  # fmt: skip
    return rate, value, pieces


def half_the_laps(pf: Proof, v: Term, layers: Term, size: Fact, widths: Fact, w: Term, k: Term, shallow: Term,
                  rate: Term, facts: list[Fact]) -> Fact:  # fmt: skip
    """2 prod (v_j + 1) <= w^k for a network of ``layers`` <= k' <= k layers whose size is at most k' exp(rate) / 2,
    where 2 exp(k' rate) <= w^k. ``facts``: w >= 2, 1 <= layers <= k' <= k and the last."""
    wide, some, no_deeper, shallower, few = facts
    S, r = units(v, layers), exp(rate)
    goal = 2 * layer_sizes(v, layers) <= w**k

    def roomy(yes: Fact) -> Fact:
        return pf.arith(goal, pieces_within(pf, v, layers, some, widths, shallow, rate, no_deeper, size, yes), few)

    def tight(no: Fact) -> Fact:
        """Fewer units than layers: then 2^size pieces are at most 2^(k-1)."""
        one = pf.arith(shallow > 0, no_deeper, some)
        less = pf.arith(S < shallow, size, pf.arith(shallow * (2 - r) > 0, no, one))
        below = sizes_below_power(pf, v, layers, some, widths)
        positive_log = pf.tautology(0 < two, [])
        depth = pf.arith(k >= 0, shallower, one)
        top = weakly(pf, (S + 1) * two, k * two, pf.arith((S + 1) * two <= k * two, pf.arith(
            S + 1 <= k, less, shallower), positive_log))  # fmt: skip
        more = pf.rewrite(pf.lemma("exp_sum", S * two, two), pf.ring(S * two + two, (S + 1) * two))
        powers = power_of_exp(pf, term(2), two_to(pf), two, k, depth)
        larger = powers_ordered(pf, w, wide).apply(k, using=[depth])
        return pf.arith(goal, below, top, more, powers, larger.left, two_to(pf), multipliers=[exp(S * two), 1])

    return pf.decide(r >= 2, roomy, tight)


def powers_ordered(pf: Proof, w: Term, wide: Fact) -> Fact:
    """For k >= 0: 2^k <= w^k, and 2^k >= 1; ``wide`` is w >= 2."""

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        both = [pf.lemma("power_step", base, k, using=[low]) for base in (term(2), w)]
        grown = pf.arith(term(2) ** k * 2 <= w**k * w, pf.arith(term(2) ** k * 2 <= w**k * 2, here), pf.arith(
            w**k * 2 <= w**k * w, wide, pf.arith(w**k >= 0, here)))  # fmt: skip
        return pf.both(pf.arith(term(2) ** (k + 1) <= w ** (k + 1), grown, *both), pf.arith(
            term(2) ** (k + 1) >= 1, both[0], here))  # fmt: skip

    zero = [pf.lemma("power_zero", base) for base in (term(2), w)]
    base = pf.both(pf.arith(term(2) ** term(0) <= w ** term(0), *zero), pf.arith(term(2) ** term(0) >= 1, *zero))
    return pf.induction("k", 0, lambda k: conj(term(2) ** k <= w**k, term(2) ** k >= 1), base, step)
