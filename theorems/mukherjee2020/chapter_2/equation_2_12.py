"""Equation (2.12), Markov on the gates that survive: true; floor(s) + 1 may replace s, and is then attained."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, equal_sums, longer_sum, smaller_sum, sum_of_constants, sums_scaled, sums_swapped
from numerics.terms import (
    Term,
    between,
    conj,
    every,
    exists,
    floor,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    real,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.boolean import Distribution, Probability, Weighing, by_indicator, indicator

claim = Claim(
    "mukherjee2020", "equation", "2.12", section="2.6", family="boolean_circuits",
    title="Markov's inequality for the surviving gates",
    statement=r"""Draw a restriction at random and let each of $w$ gates stay unforced with probability at most
    $1 - \eta$. Then the expected number of unforced gates is at most $w(1 - \eta)$; it exceeds $s > 0$ with probability
    at most the expectation over $s$; it is at least $s$ with probability at most $w(1 - \eta)/s$; and the restricted
    circuit, whose size is that number, has size at most $s$ with probability at least $1 - w(1 - \eta)/s$.""",
)  # fmt: skip

K, w, r, j = (integer(name) for name in ("K", "w", "r", "j"))
q, free = function("q", "int->real"), function("free", "int->int->bool")  # free(r)(j): gate j survives restriction r
s, eta = real("s"), real("eta")

size = lam(r, total(j, 1, w, where(free(r)(j), 1, 0)))
mean = total(r, 1, K, q(r) * size(r))


def survival(*conditions: Term) -> Term:
    """The hypotheses: a distribution of restrictions, and a bound for every gate."""
    return conj(Distribution(q, K), w >= 1, *conditions,
                every(j, 1, w, Probability(q, lam(r, free(r)(j)), K) <= 1 - eta))  # fmt: skip


small, dead = real("small"), real("dead")  # P[size <= s], and the greatest probability that a gate survives

printed = claim.variant(
    "printed", forall(K, q, w, free, eta, s, implies(survival(s > 0), conj(
        mean <= w * (1 - eta),
        Probability(q, lam(r, s < size(r)), K) <= mean / s,
        Probability(q, lam(r, s <= size(r)), K) <= w * (1 - eta) / s,
        1 - w * (1 - eta) / s <= Probability(q, lam(r, size(r) <= s), K)))), expect="proved",
    why="Linearity of expectation, then Markov's inequality; that the text passes from > s to >= s does no harm.",
    observed=implies(s > 0, 1 - w * dead / s <= small),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(
        forall(K, q, w, free, eta, s, implies(
            survival(s >= 0), 1 - w * (1 - eta) / (floor(s) + 1) <= Probability(q, lam(r, size(r) <= s), K))),
        forall(eta, w, implies(conj(eta >= 0, eta <= 1, w >= 1), exists(K, q, free, conj(
            survival(), Probability(q, lam(r, size(r) <= w - 1), K) == eta))))), expect="proved",
    why="A size is an integer, so that more than s means at least floor(s) + 1; all gates surviving together, with "
        "probability 1 - eta, attain that for s = w - 1, where the bound is eta.",
    observed=implies(s >= 0, 1 - w * dead / (floor(s) + 1) <= small),
)  # fmt: skip


def expectation(p: Proof, weigh: Weighing, w: Term, free: Term, eta: Term, positive: Fact, rare: Fact) -> Fact:
    """E size <= w (1 - eta)."""
    q, K = weigh.q, weigh.K
    alive = lam(r, j, where(free(r)(j), 1, 0))
    some = p.arith(w + 1 >= 1, positive)
    spread = equal_sums(
        p, term(1), K, lam(r, q(r) * total(j, 1, w, alive(r)(j))), lam(r, total(j, 1, w, q(r) * alive(r)(j))),
        lambda r, low, high: p.symmetric(sums_scaled(p).apply(1, w, alive(r), q(r), using=[some])))  # fmt: skip
    swapped = sums_swapped(p).apply(1, K, 1, w, lam(r, j, q(r) * alive(r)(j)), using=[some, weigh.nonempty])
    each = smaller_sum(p, term(1), w, lam(j, total(r, 1, K, q(r) * alive(r)(j))), lam(j, 1 - eta), some,
                       lambda j, low, high: p.unfold(rare.apply(j, using=[low, high])))  # fmt: skip
    constant = sum_of_constants(p).apply(1, w, 1 - eta, using=[some])
    return p.arith(weigh.mean(sizes(w, free)) <= w * (1 - eta), spread, swapped, each, constant)


def sizes(w: Term, free: Term) -> Term:
    """The number of surviving gates, as a function of the restriction."""
    return lam(r, total(j, 1, w, where(free(r)(j), 1, 0)))


def not_negative(p: Proof, w: Term, free: Term, positive: Fact, r: Term) -> Fact:
    """0 <= size(r)."""
    alive = lam(j, where(free(r)(j), 1, 0))
    some = p.arith(w + 1 >= 1, positive)
    above = smaller_sum(p, term(1), w, lam(j, term(0)), alive, some, lambda j, low, high: by_indicator(
        p, free(r)(j), lambda known, value: p.arith(alive(j) >= 0, value)))  # fmt: skip
    return p.arith(sizes(w, free)(r) >= 0, above, sum_of_constants(p).apply(1, w, 0, using=[some]))


class Survivors:
    """The restricted circuit of the hypotheses, and what follows from them."""

    def __init__(self, p: Proof, q: Term, w: Term, free: Term, eta: Term, hypotheses: list[Fact]) -> None:
        distribution, self.positive, *_, rare = hypotheses
        self.p, self.weigh, self.size = p, Weighing(p, distribution), sizes(w, free)
        self.w, self.free, self.spread = w, free, w * (1 - eta)
        self.expected = expectation(p, self.weigh, w, free, eta, self.positive, rare)

    def probability(self, event: Term) -> Term:
        """The probability of an event."""
        return Probability(self.weigh.q, event, self.weigh.K)

    def at_least(self, s: Term, above: Fact) -> Fact:
        """s P[s <= size] <= E size, from s > 0."""
        return self.weigh.markov(self.size, s, self.p.arith(s >= 0, above), lambda r, low, high: not_negative(
            self.p, self.w, self.free, self.positive, r))  # fmt: skip

    def covered(self, s: Term, more: Term, step: Callable[[Term, Fact], Fact]) -> Fact:
        """1 <= P[size <= s] + P[more <= size]; ``step(r, size(r) > s)`` gives more <= size(r)."""
        p, few, many = self.p, indicator(lam(r, self.size(r) <= s)), indicator(lam(r, more <= self.size(r)))
        one, sum_of_both = lam(r, term(1)), lam(r, 1 * few(r) + 1 * many(r))

        def covered(r: Term, low: Fact, high: Fact) -> Fact:
            goal = one(r) <= sum_of_both(r)

            def beyond(no: Fact) -> Fact:
                reached = step(r, no)
                values = [p.lemma("if_false", self.size(r) <= s, 1, 0, using=[no]),
                          p.lemma("if_true", more <= self.size(r), 1, 0, using=[reached])]  # fmt: skip
                return p.arith(goal, *values)

            def within(yes: Fact) -> Fact:
                value = p.lemma("if_true", self.size(r) <= s, 1, 0, using=[yes])
                return by_indicator(p, more <= self.size(r), lambda known, other: p.arith(goal, value, other))

            return p.decide(self.size(r) <= s, within, beyond)

        return p.arith(self.weigh.mean(few) + self.weigh.mean(many) >= 1, self.weigh.ordered(one, sum_of_both, covered),
                       self.weigh.combined(term(1), few, term(1), many), self.weigh.constant(term(1)))  # fmt: skip


def divided(p: Proof, share: Term, s: Term, whole: Term, scaled: Fact, above: Fact) -> Fact:
    """share <= whole / s, from s share <= whole and s > 0."""
    inverse = p.lemma("inverse", s, using=[p.arith(negation(s == 0), above)])
    reciprocal = p.arith(1 / s > 0, inverse, above)
    return p.arith(share <= whole / s, p.arith(s * share * (1 / s) <= whole * (1 / s), scaled, reciprocal), inverse,
                   multipliers=[share])  # fmt: skip


@claim.prove(printed)
def by_markov(p: Proof, goal: Term) -> Fact:
    (K, q, w, free, eta, s), hypotheses, conclusion = p.intro(goal)
    circuit, above = Survivors(p, q, w, free, eta, hypotheses), hypotheses[2]
    weigh, size = circuit.weigh, circuit.size
    mean, spread = weigh.mean(size), circuit.spread
    more, many, few = (circuit.probability(lam(r, event(size(r)))) for event in (
        lambda n: s < n, lambda n: s <= n, lambda n: n <= s))  # fmt: skip
    scaled = circuit.at_least(s, above)
    bounded = p.arith(s * many <= spread, scaled, circuit.expected)

    def weaker(r: Term, low: Fact, high: Fact) -> Fact:
        goal = indicator(lam(r, s < size(r)))(r) <= indicator(lam(r, s <= size(r)))(r)
        return by_indicator(p, s < size(r), lambda first, a: by_indicator(p, s <= size(r), lambda second, b: p.arith(
            goal, a, b, first, second)))  # fmt: skip

    fewer = weigh.ordered(indicator(lam(r, s < size(r))), indicator(lam(r, s <= size(r))), weaker)
    second = divided(p, more, s, mean, p.arith(s * more <= mean, scaled, p.arith(more <= many, fewer), above), above)
    third = divided(p, many, s, spread, bounded, above)
    covered = circuit.covered(s, s, lambda r, beyond: p.arith(s <= size(r), beyond))
    fourth = p.arith(1 - spread / s <= few, covered, third)
    return p.conclude(goal, [K, q, w, free, eta, s], p.find(conclusion, [circuit.expected, second, third, fourth]))


@claim.prove(sharpened)
def by_whole_sizes(p: Proof, goal: Term) -> Fact:
    (K, q, w, free, eta, s), hypotheses, conclusion = p.intro(goal.args[0])
    circuit, above = Survivors(p, q, w, free, eta, hypotheses), hypotheses[2]
    more, size = floor(s) + 1, circuit.size
    bounds = p.lemma("floor", s)
    positive = p.arith(more > 0, bounds, above)
    many = circuit.probability(lam(r, more <= size(r)))
    rare = divided(p, many, more, circuit.spread, p.arith(
        more * many <= circuit.spread, circuit.at_least(more, positive), circuit.expected), positive)  # fmt: skip
    covered = circuit.covered(s, more, lambda r, beyond: p.arith(
        more <= size(r), p.arith(floor(s) < size(r), beyond, bounds)))  # fmt: skip
    first = p.conclude(goal.args[0], [K, q, w, free, eta, s], p.arith(conclusion, covered, rare))
    return p.both(first, all_together(p, goal.args[1]))


def two_terms(p: Proof) -> Fact:
    """The sum of f(1), f(2) for every f."""
    f, i = p.fresh("f", "int->real"), p.fresh("i", "int")
    return p.general(f, p.arith(total(i, 1, 2, f(i)) == f(1) + f(2), longer_sum(p, term(1), term(1), f),
                                longer_sum(p, term(1), term(0), f), empty_sum(p, term(1), term(0), f)))  # fmt: skip


def all_together(p: Proof, goal: Term) -> Fact:
    """Two restrictions: one, of probability 1 - eta, spares all gates, and the other none."""
    (eta, w), (low, high, positive), conclusion = p.intro(goal)
    q, free = lam(r, (2 - r) * (1 - eta) + (r - 1) * eta), lam(r, j, r == 1)
    pair, i = two_terms(p), p.fresh("i", "int")
    bounds = p.assume(between(term(1), i, term(2)))
    weights = p.general(i, p.implication(bounds.formula, p.arith(q(i) >= 0, *bounds.split(), low, high)))
    distribution = p.restate(p.both(p.arith(term(2) >= 1), weights, p.arith(total(r, 1, 2, q(r)) == 1, pair(q))),
                             Distribution(q, 2))  # fmt: skip

    def share(event: Term, first: Fact, second: Fact, value: Term) -> Fact:
        return p.arith(Probability(q, event, 2) == value, pair(lam(r, q(r) * where(event(r), 1, 0))), first, second,
                       multipliers=[1, q(1), q(2)])  # fmt: skip

    def alive(r: int) -> Fact:
        condition = term(r) == 1
        return p.lemma("if_true" if r == 1 else "if_false", condition, 1, 0,
                       using=[p.compute(condition if r == 1 else negation(condition))])  # fmt: skip

    bounds = p.assume(between(term(1), i, w))
    gate = p.arith(Probability(q, lam(r, free(r)(i)), 2) <= 1 - eta,
                   share(lam(r, free(r)(i)), alive(1), alive(2), 1 - eta))  # fmt: skip
    gates = p.general(i, p.implication(bounds.formula, gate))
    some, size = p.arith(w + 1 >= 1, positive), sizes(w, free)
    counts = []
    for r_, each in ((1, 1), (2, 0)):
        same = equal_sums(p, term(1), w, lam(j, where(free(term(r_))(j), 1, 0)), lam(j, term(each)),
                          lambda j, low, high, r_=r_: alive(r_))  # fmt: skip
        counts.append(p.arith(size(r_) == each * w, same, sum_of_constants(p).apply(1, w, each, using=[some])))
    few = lam(r, size(r) <= w - 1)
    values = [p.lemma("if_false", few(1), 1, 0, using=[p.arith(negation(few(1)), counts[0])]),
              p.lemma("if_true", few(2), 1, 0, using=[p.arith(few(2), counts[1], positive)])]  # fmt: skip
    reached = share(few, *values, eta)
    shown = p.exhibit(conclusion, [2, q, free], distribution, positive, gates, reached)
    return p.conclude(goal, [eta, w], shown)


@claim.satisfied(printed)
def one_restriction(p: Proof, formula: Term) -> Fact:
    """One gate that one restriction always forces."""
    witnesses = [term(1), lam(r, term(1)), term(1), lam(r, j, r == 0), term(0), term(1)]
    return p.witness(formula, *witnesses, p.compute(instance_of(formula, *witnesses)))


@claim.defined(sharpened)
def next_size(p: Proof, formula: Term) -> Fact:
    """floor(s) + 1 > 0 for s >= 0."""
    (*variables, s), facts, conclusion = p.intro(formula)
    return p.conclude(formula, [*variables, s], p.arith(conclusion, *facts, p.lemma("floor", s)))


@claim.instances
def few_gates(rng, n):
    """Four restrictions with probabilities that are multiples of 1/64 and up to six gates, all alive or free at random;
    dead is the greatest probability that one gate survives, small that at most s do."""
    cuts = np.sort(rng.integers(0, 65, size=(n, 3)), axis=1)
    weights = np.diff(cuts, axis=1, prepend=0, append=64) / 64
    gates = rng.integers(1, 7, size=n)
    alive = rng.random((n, 4, 6)) < rng.random((n, 4, 1))
    alive = np.where(rng.random((n, 1, 1)) < 0.5, alive[:, :, :1], alive) & (np.arange(6) < gates[:, None])[:, None, :]
    numbers = alive.sum(axis=2)
    s = rng.integers(0, 4 * gates + 1) / 4
    return {"w": gates.astype(float), "s": s, "dead": (weights[:, :, None] * alive).sum(axis=1).max(axis=1),
            "small": (weights * (numbers <= s[:, None])).sum(axis=1)}  # fmt: skip


claim.mutant("without the number of gates", printed, implies(s > 0, 1 - dead / s <= small))
claim.mutant("w - 1 gates", printed, implies(s > 0, 1 - (w - 1) * dead / s <= small))
claim.mutant("s + 1 for floor(s) + 1", sharpened, implies(s >= 0, 1 - w * dead / (s + 1) <= small))
claim.mutant("floor(s) + 2", sharpened, implies(s >= 0, 1 - w * dead / (floor(s) + 2) <= small))
