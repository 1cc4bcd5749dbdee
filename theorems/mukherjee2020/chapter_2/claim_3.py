"""Claim 3, small circuits correlate weakly with Andreev's function: a sound inference, whose losses can be halved."""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import empty_sum, longer_sum
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    either,
    every,
    exists,
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
from theorems.mukherjee2020.boolean import (
    Distribution,
    Probability,
    Weighing,
    by_indicator,
    indicator,
    settled_indicator,
)

claim = Claim(
    "mukherjee2020", "claim", "3", section="2.6", family="boolean_circuits",
    title="correlation of a circuit with Andreev's function", uses=["equation_2_12"],
    statement=r"""Draw a restriction $\rho$ (the table $\tilde f$ in the first half of the input, the free places, the
    other bits) and the free bits $y$; together they are a uniform input $z$. Let $0 < \epsilon/3 \le \frac12$, let
    $\tilde f \in F^*$ with probability at least $1 - \epsilon/3$ (2.14); given that, let the restricted circuit have
    size at least $s$ with probability at most $w(1 - \eta)/s$ (2.12); and if $\tilde f \in F^*$ and the size is below
    $s$, let $C$ and $A_n$ agree on at most a fraction $\frac12 + \frac\epsilon3$ of the $y$ (2.13). Then
    $\Pr_z[C(z) = A_n(z)] \le \frac\epsilon3 + \frac{w(1-\eta)}s + \frac12 + \frac\epsilon3$.""",
)  # fmt: skip

K, r = integer("K"), integer("r")
q, agreement, size = (function(name, sort) for name, sort in (
    ("q", "int->real"), ("agreement", "int->real"), ("size", "int->int")))  # fmt: skip
good = function("good", "int->bool")  # good(r): the table that restriction r fixes lies in F*
eps, eta, s, w = real("epsilon"), real("eta"), real("s"), integer("w")
half = term("1/2") + eps / 3
rare = w * (1 - eta) / s


def improved(eps: Term, delta: Term) -> Term:
    """The bound of a usual restriction, and for the share of exceptional ones what is missing to 1."""
    half = term("1/2") + eps / 3
    return half + (1 - half) * (1 - (1 - eps / 3) * (1 - delta))


def premises(rare: Term, *conditions: Term) -> Term:
    """(2.12), (2.13) and (2.14) for a distribution of restrictions; agreement(r) is the fraction of y."""
    return conj(
        Distribution(q, K), eps > 0, eps / 3 <= term("1/2"), *conditions,
        every(r, 1, K, between(0, agreement(r), 1)),
        Probability(q, good, K) >= 1 - eps / 3,
        Probability(q, lam(r, conj(good(r), size(r) >= s)), K) <= rare * Probability(q, good, K),
        every(r, 1, K, implies(conj(good(r), size(r) < s), agreement(r) <= half)))  # fmt: skip


total_agreement = total(r, 1, K, q(r) * agreement(r))
delta = real("delta")
agreed = real("agreed")
better = improved(eps, delta)

printed = claim.variant(
    "printed", forall(K, q, good, size, agreement, eps, w, eta, s, implies(
        premises(rare, w >= 1, eta <= 1, s > 0), total_agreement <= eps / 3 + rare + half)), expect="proved",
    why="Outside F* and for large restricted circuits the agreement is at most 1; both have the probabilities added. "
        "(That (2.13) holds although the restricted table is shuffled, see Claim 2, needs that circuits may have "
        "inputs flipped at no cost in size, which is so.)",
    observed=implies(conj(eps > 0, eps / 3 <= term("1/2")), agreed <= eps / 3 + delta + half),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(
        forall(K, q, good, size, agreement, eps, delta, s, implies(
            premises(delta, delta >= 0, delta <= 1), total_agreement <= better)),
        forall(eps, delta, implies(
            conj(eps > 0, eps / 3 <= term("1/2"), delta >= 0, delta <= 1),
            exists(K, q, good, size, agreement, s, conj(premises(delta), total_agreement == better))))),
    expect="proved",
    why="An exceptional restriction adds 1/2 - epsilon/3 to what a usual one may have, not 1; three restrictions "
        "attain the bound for all epsilon and delta = w (1 - eta)/s.",
    observed=implies(conj(eps > 0, eps / 3 <= term("1/2"), delta <= 1), agreed <= better),
)  # fmt: skip


class Exceptions:
    """The hypotheses, and E agreement <= 1 + (1/2 - epsilon/3) (P[good and size >= s] - P[good])."""

    def __init__(self, p: Proof, facts: list[Fact], variables: list[Term], eps: Term, s: Term) -> None:
        K, q, good, size, agreement = variables
        distribution, self.accurate, self.limit = facts[:3]
        fractions, self.likely, self.rare, fair = facts[-4:]
        weigh, slack = Weighing(p, distribution), term("1/2") - eps / 3
        large, one = lam(r, conj(good(r), size(r) >= s)), lam(r, term(1))
        here, there = indicator(good), indicator(large)
        gap = lam(r, 1 * there(r) + -1 * here(r))
        excess = lam(r, 1 * one(r) + slack * gap(r))

        def pointwise(r: Term, low: Fact, high: Fact) -> Fact:
            most, goal = fractions.apply(r, using=[low, high]).right, agreement(r) <= excess(r)

            def split(known: Fact, first: Fact) -> Fact:
                def value(other: Fact, second: Fact) -> Fact:
                    bound = most
                    if known.formula.op != "not" and other.formula.op == "not":
                        small = p.absurd(size(r) < s, lambda no: p.conflict(
                            p.both(known, p.arith(size(r) >= s, no)), other))  # fmt: skip
                        bound = fair.apply(r, using=[low, high, known, small])
                    return p.arith(goal, first, second, bound, self.limit, multipliers=[slack])

                return by_indicator(p, large(r), value)

            return by_indicator(p, good(r), split)

        self.positive = weigh.ordered(lam(r, term(0)), here, lambda r, low, high: by_indicator(
            p, good(r), lambda known, value: p.arith(here(r) >= 0, value)))  # fmt: skip
        self.positive = p.arith(Probability(q, good, K) >= 0, self.positive, weigh.constant(term(0)))
        self.whole = weigh.ordered(here, one, lambda r, low, high: by_indicator(
            p, good(r), lambda known, value: p.arith(here(r) <= one(r), value)))  # fmt: skip
        self.whole = p.arith(Probability(q, good, K) <= 1, self.whole, weigh.constant(term(1)))
        self.bound = p.arith(
            weigh.mean(agreement) <= 1 + slack * (Probability(q, large, K) - Probability(q, good, K)),
            weigh.ordered(agreement, excess, pointwise), weigh.combined(term(1), one, slack, gap),
            weigh.combined(term(1), there, term(-1), here), weigh.constant(term(1)),
            multipliers=[1, slack])  # fmt: skip


@claim.prove(printed)
def by_counting_exceptions(p: Proof, goal: Term) -> Fact:
    (K, q, good, size, agreement, eps, w, eta, s), facts, conclusion = p.intro(goal)
    known = Exceptions(p, facts, [K, q, good, size, agreement], eps, s)
    gates, useful, above = facts[3:6]
    inverse = p.lemma("inverse", s, using=[p.arith(negation(s == 0), above)])
    rare = w * (1 - eta) / s
    positive = p.arith(rare >= 0, p.arith(w * (1 - eta) >= 0, gates, useful), p.arith(1 / s > 0, inverse, above))
    likely = Probability(q, good, K)
    most = p.arith(rare * likely <= rare, positive, known.whole)
    exceptions = known.rare.formula.args[0]
    rest = p.arith(exceptions - likely <= rare + eps / 3 - 1, known.rare, most, known.likely)
    slack = term("1/2") - eps / 3
    scaled = p.arith(slack * (exceptions - likely) <= slack * (rare + eps / 3 - 1), rest, known.limit)
    shown = p.arith(conclusion, known.bound, scaled, p.arith(
        slack * (rare + eps / 3) <= rare + eps / 3, positive, known.accurate, known.limit))  # fmt: skip
    return p.conclude(goal, [K, q, good, size, agreement, eps, w, eta, s], shown)


@claim.prove(sharpened)
def by_usual_and_exceptional(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (K, q, good, size, agreement, eps, delta, s), facts, conclusion = p.intro(first)
    known = Exceptions(p, facts, [K, q, good, size, agreement], eps, s)
    high = facts[4]
    likely, exceptions = Probability(q, good, K), known.rare.formula.args[0]
    rest = p.arith(exceptions - likely <= -(1 - delta) * (1 - eps / 3), known.rare, p.arith(
        (1 - delta) * likely >= (1 - delta) * (1 - eps / 3), known.likely, high))  # fmt: skip
    slack = term("1/2") - eps / 3
    scaled = p.arith(slack * (exceptions - likely) <= slack * (-(1 - delta) * (1 - eps / 3)), rest, known.limit)
    upper = p.conclude(first, [K, q, good, size, agreement, eps, delta, s], p.arith(conclusion, known.bound, scaled))
    return p.both(upper, three_restrictions(p, second))


def three_restrictions(p: Proof, goal: Term) -> Fact:
    """A usual restriction, a large one in F*, and one outside F*, with agreements 1/2 + epsilon/3, 1 and 1."""
    (eps, delta), (accurate, limit, low, high), conclusion = p.intro(goal)
    c = term("1/2") + eps / 3
    probabilities = [(1 - eps / 3) * (1 - delta), (1 - eps / 3) * delta, eps / 3]

    def through(a: Term, b: Term, c: Term) -> Term:
        """The function with values a, b, c at 1, 2, 3."""
        return lam(r, a * (r - 2) * (r - 3) / 2 - b * (r - 1) * (r - 3) + c * (r - 1) * (r - 2) / 2)

    q, agreement = through(*probabilities), through(c, term(1), term(1))
    good, size, s = lam(r, r <= 2), lam(r, r), term(2)
    f, i = p.fresh("f", "int->real"), p.fresh("i", "int")
    three = p.general(f, p.arith(
        total(i, 1, 3, f(i)) == f(1) + f(2) + f(3), *(longer_sum(p, term(1), term(k), f) for k in (0, 1, 2)),
        empty_sum(p, term(1), term(0), f)))  # fmt: skip

    def each(claimed: Callable[[Term], Term], values: list[Fact]) -> Fact:
        """claimed(r) for 1 <= r <= 3, from the values at 1, 2, 3."""
        bounds = p.assume(between(term(1), i, term(3)))
        start, end = bounds.split()

        def moved(k: int, equal: Fact) -> Fact:
            return p.step("equality", [p.symmetric(equal), values[k - 1]], [lam(r, claimed(r))])

        shown = p.decide(
            i <= 1,
            lambda one: moved(1, p.arith(i == 1, one, start)),
            lambda more: p.decide(
                i <= 2,
                lambda two: moved(2, p.arith(i == 2, two, more)),
                lambda rest: moved(3, p.arith(i == 3, rest, end)),
            ),
        )
        return p.general(i, p.implication(bounds.formula, shown))

    weights = [
        p.arith(q(k) >= 0, value)
        for k, value in zip(
            (1, 2, 3),
            (p.arith(probabilities[0] >= 0, high, limit), p.arith(probabilities[1] >= 0, low, limit), accurate),
            strict=True,
        )
    ]
    distribution = p.restate(p.both(p.arith(term(3) >= 1), each(lambda r: q(r) >= 0, weights), p.arith(
        total(i, 1, 3, q(i)) == 1, three(q))), Distribution(q, 3))  # fmt: skip
    fractions = each(lambda r: between(0, agreement(r), 1), [p.both(
        p.arith(agreement(k) >= 0, accurate), p.arith(agreement(k) <= 1, limit)) for k in (1, 2, 3)])  # fmt: skip

    def share(event: Term, members: tuple[int, ...], value: Term) -> Fact:
        indicators = [p.compute(where(event(k), 1, 0) == int(k in members)) for k in (1, 2, 3)]
        return p.arith(Probability(q, event, 3) == value, three(lam(r, q(r) * where(event(r), 1, 0))), *indicators,
                       multipliers=[1, q(1), q(2), q(3)])  # fmt: skip

    large = lam(r, conj(good(r), size(r) >= s))
    likely, rare = share(good, (1, 2), 1 - eps / 3), share(large, (2,), (1 - eps / 3) * delta)
    usual = []
    for k in (1, 2, 3):
        premise = p.assume(conj(good(k), size(k) < s))
        value = p.arith(agreement(k) <= c, *premise.split()) if k > 1 else p.arith(agreement(1) <= c)
        usual.append(p.implication(premise.formula, value))
    fair = each(lambda r: implies(conj(good(r), size(r) < s), agreement(r) <= c), usual)
    facts = [distribution, accurate, limit, fractions, p.arith(Probability(q, good, 3) >= 1 - eps / 3, likely),
             p.arith(Probability(q, large, 3) <= delta * Probability(q, good, 3), likely, rare, multipliers=[1, delta]),
             fair, p.arith(total(r, 1, 3, q(r) * agreement(r)) == improved(eps, delta), three(
                 lam(r, q(r) * agreement(r))))]  # fmt: skip
    return p.conclude(goal, [eps, delta], p.exhibit(conclusion, [3, q, good, size, agreement, s], *facts))


@claim.satisfied(printed)
def one_restriction(p: Proof, formula: Term) -> Fact:
    """One restriction, in F*, that removes all gates and leaves an agreement of 1/2."""
    return computed(p, formula, term(1), lam(r, term(1)), lam(r, r == 1), lam(r, term(0)), lam(r, term("1/2")),
                    *map(term, (1, 1, 1, 1)))  # fmt: skip


def computed(p: Proof, formula: Term, *witnesses: Term) -> Fact:
    """An existential formula whose instance evaluates to true."""
    instance = instance_of(formula, *witnesses)
    return p.witness(formula, *witnesses, p.restate(p.compute(Term(TABLE.unfold(instance.index))), instance))


@claim.instances
def few_restrictions(rng, n):
    """Six restrictions whose probabilities are multiples of 1/64; epsilon/3 is at least the probability outside F*, and
    delta at least that of a large circuit within F*; agreements up to 1, or 1/2 + epsilon/3, often equal to that."""
    cuts = np.sort(rng.integers(0, 65, size=(n, 5)), axis=1)
    weights = np.diff(cuts, axis=1, prepend=0, append=64) / 64
    good, large = rng.random((n, 6)) < 0.8, rng.random((n, 6)) < 0.3
    outside, within = (weights * ~good).sum(axis=1), (weights * good).sum(axis=1)
    third = np.minimum(0.5, np.where(outside > 0, outside, 1 / 64))
    valid = outside <= 0.5
    exceptional = (weights * (good & large)).sum(axis=1)
    rare = np.ceil(64 * exceptional / np.where(valid, within, 1.0)) / 64
    most = np.where(good & ~large, 0.5 + third[:, None], 1.0)
    lower = np.where(rng.random((n, 1)) < 0.5, 1.0, rng.integers(0, 17, size=(n, 6)) / 16)
    return {"epsilon": np.where(valid, 3 * third, 0.0), "delta": rare, "agreed": (weights * most * lower).sum(axis=1)}


claim.mutant("without one of the thirds", printed, implies(
    conj(eps > 0, eps / 3 <= term("1/2")), agreed <= delta + half))  # fmt: skip
claim.mutant("the square of delta", printed, implies(
    conj(eps > 0, eps / 3 <= term("1/2")), agreed <= eps / 3 + delta**2 + half))  # fmt: skip
claim.mutant("without the large circuits", sharpened, implies(
    conj(eps > 0, eps / 3 <= term("1/2"), delta <= 1), agreed <= improved(eps, term(0))))  # fmt: skip
claim.mutant("99/100 of the losses", sharpened, implies(
    conj(eps > 0, eps / 3 <= term("1/2"), delta <= 1), agreed <= half + term("99/100") * (better - half)))  # fmt: skip

# The steps of the proof.

steps = Claim(
    "mukherjee2020", "claim", "3", slug="total_probability", section="2.6", family="boolean_circuits",
    title="conditioning on the good set and on the size",
    statement=r"""For events $E$, $G$ and $S$ of a finite space with $\Pr[G] > 0$ and $\Pr[S \cap G] > 0$:
    $\Pr[E] = \Pr[E \cap G] + \Pr[E \setminus G]$, $\Pr[E \cap G] = \Pr[E | G] \Pr[G]$,
    $\Pr[E] \le \Pr[E | G] + \Pr[G^c]$, and $\Pr[E | G] \le \Pr[E | S \cap G] + \Pr[S^c | G]$.""",
)  # fmt: skip

E, G, S = (function(name, "int->bool") for name in "EGS")


def chance(*events: Term) -> Term:
    """The probability that all events happen."""
    return Probability(q, lam(r, conj(*(event(r) for event in events))), K)


def outside(event: Term) -> Term:
    """The complement of an event."""
    return lam(r, negation(event(r)))


positive = conj(Distribution(q, K), chance(G) > 0, chance(S, G) > 0)
whole, in_g, in_sg, e_sg = (real(name) for name in ("whole", "inG", "inSG", "ESG"))

steps_printed = steps.variant(
    "printed", forall(K, q, E, G, S, implies(positive, conj(
        chance(E) == chance(E, G) + chance(E, outside(G)),
        chance(E, G) == chance(E, G) / chance(G) * chance(G),
        chance(E) <= chance(E, G) / chance(G) + chance(outside(G)),
        chance(E, G) / chance(G) <= chance(E, S, G) / chance(S, G) + chance(outside(S), G) / chance(G)))),
    expect="proved",
    why="Total probability, then at most 1 for what is left out. That both conditions have positive probability is "
        "used; for a null one the bound of Claim 3 is at least 1.",
    observed=implies(in_sg > 0, whole <= e_sg / in_sg + (in_g - in_sg) / in_g + 1 - in_g),
)  # fmt: skip
steps_sharpened = steps.variant(
    "sharpened", forall(K, q, E, G, S, implies(positive, conj(
        chance(E) <= chance(E, S, G) / chance(S, G) * chance(S, G) + 1 - chance(S, G),
        implies(every(r, 1, K, either(E(r), conj(S(r), G(r)))),
                chance(E) == chance(E, S, G) / chance(S, G) * chance(S, G) + 1 - chance(S, G))))), expect="proved",
    why="In one step, with the conditional probability weighted: an equality when E holds outside the intersection.",
    observed=implies(in_sg > 0, whole <= e_sg / in_sg * in_sg + 1 - in_sg),
)  # fmt: skip


class Events:
    """Three events of a finite space, and comparisons of sums of probabilities that hold outcome by outcome."""

    def __init__(self, p: Proof, distribution: Fact, *atoms: Term) -> None:
        self.p, self.weigh, self.atoms = p, Weighing(p, distribution), atoms

    def chance(self, *events: Term) -> Term:
        """The probability that all events happen."""
        return Probability(self.weigh.q, lam(r, conj(*(event(r) for event in events))), self.weigh.K)

    def at_most(self, left: list[list[Term]], right: list[list[Term]], given: Fact | None = None) -> Fact:
        """The sum of the left probabilities is at most that of the right ones, since it is so for each outcome.

        At most two lists of events on each side; the events of a list all happen, and an empty list is certain.
        ``given`` is a disjunction of events for every outcome.
        """
        p = self.p

        def event(events: list[Term]) -> Term:
            return lam(r, conj(*(one(r) for one in events)))

        def summed(sides: list[list[Term]]) -> tuple[Term, list[Fact], Term]:
            weights = [indicator(event(events)) if events else lam(r, term(1)) for events in sides]
            first, second = [*weights, lam(r, term(0)), lam(r, term(0))][:2]
            facts = [self.weigh.combined(term(1), first, term(1), second),
                     *(self.weigh.constant(term(value)) for value in (0, 1))]  # fmt: skip
            whole = sum((self.chance(*events) if events else term(1) for events in sides), term(0))
            return lam(r, 1 * first(r) + 1 * second(r)), facts, whole

        (below, first, least), (above, second, most) = summed(left), summed(right)

        def pointwise(r: Term, low: Fact, high: Fact) -> Fact:
            def branch(known: list[Fact]) -> Fact:
                for atom in self.atoms:
                    if not any(fact.formula.index in (atom(r).index, negation(atom(r)).index) for fact in known):
                        return p.decide(atom(r), *[lambda fact: branch([*known, fact])] * 2)
                values = [settled_indicator(p, event(events)(r), known) for events in left + right if events]
                return p.arith(below(r) <= above(r), *values)

            if given is None:
                return branch([])
            return p.by_cases(given.apply(r, using=[low, high]), *[lambda fact: branch(fact.split())] * 2)

        return p.arith(least <= most, self.weigh.ordered(below, above, pointwise), *first, *second)

    def equal(self, left: list[list[Term]], right: list[list[Term]]) -> list[Fact]:
        """Both inequalities."""
        return [self.at_most(left, right), self.at_most(right, left)]


def conditioning(p: Proof, goal: Term) -> tuple[list[Term], Events, list[Fact], Term]:
    """The variables, events, positive probabilities and conclusion of either variant."""
    variables, facts, conclusion = p.intro(goal)
    E, G, S = variables[2:]
    return variables, Events(p, facts[0], E, G, S), facts[1:], conclusion


@steps.prove(steps_printed)
def step_by_step(p: Proof, goal: Term) -> Fact:
    variables, events, (some_good, some_small), conclusion = conditioning(p, goal)
    E, G, S = variables[2:]
    not_g, not_s, chance = outside(G), outside(S), events.chance
    lines = [conclusion.args[0], conclusion.args[1].args[0], *conclusion.args[1].args[1].args]
    inverses = [p.lemma("inverse", fact.formula.args[1], using=[p.arith(negation(fact.formula.args[1] == 0), fact)])
                for fact in (some_good, some_small)]  # fmt: skip
    shares = [p.arith(1 / fact.formula.args[1] > 0, inverse, fact)
              for fact, inverse in zip((some_good, some_small), inverses, strict=True)]  # fmt: skip
    parts = p.arith(lines[0], *events.equal([[E]], [[E, G], [E, not_g]]))
    product = p.arith(lines[1], inverses[0], multipliers=[chance(E, G)])
    present, small = events.at_most([], [[E, G]]), events.at_most([], [[E, S, G]])
    ratio = p.arith(chance(E, G) / chance(G) >= 0, present, shares[0])
    within = p.arith(chance(E, G) <= chance(E, G) / chance(G), product, p.arith(
        chance(E, G) / chance(G) * chance(G) <= chance(E, G) / chance(G), ratio,
        events.at_most([[G]], [[]])))  # fmt: skip
    bounded = p.arith(lines[2], parts, within, events.at_most([[E, not_g]], [[not_g]]))
    split = events.at_most([[E, G]], [[E, S, G], [E, not_s, G]])
    more = p.arith(chance(E, G) <= chance(E, S, G) + chance(not_s, G), split,
                   events.at_most([[E, not_s, G]], [[not_s, G]]))  # fmt: skip
    share, smaller = 1 / chance(G), 1 / chance(S, G)
    conditioned = p.arith(chance(E, G) * share <= chance(E, S, G) * share + chance(not_s, G) * share, more, shares[0])
    fewer = p.arith(chance(S, G) * share <= chance(G) * share, events.at_most([[S, G]], [[G]]), shares[0])
    weights = p.arith(share <= smaller, fewer, *inverses, shares[1])
    larger = p.arith(chance(E, S, G) * share <= chance(E, S, G) * smaller, small, weights)
    shown = p.both(parts, product, bounded, p.arith(lines[3], conditioned, larger))
    return p.conclude(goal, variables, shown)


@steps.prove(steps_sharpened)
def in_one_step(p: Proof, goal: Term) -> Fact:
    variables, events, (_, some_small), conclusion = conditioning(p, goal)
    E, G, S = variables[2:]
    both = events.chance(S, G)
    inverse = p.lemma("inverse", both, using=[p.arith(negation(both == 0), some_small)])
    weighted = p.arith(events.chance(E, S, G) / both * both == events.chance(E, S, G), inverse,
                       multipliers=[events.chance(E, S, G)])  # fmt: skip
    below = p.arith(conclusion.args[0], events.at_most([[E], [S, G]], [[E, S, G], []]), weighted)
    given = p.assume(conclusion.args[1].args[0])
    above = events.at_most([[E, S, G], []], [[E], [S, G]], given)
    equal = p.implication(given.formula, p.arith(conclusion.args[1].args[1], below, above, weighted))
    return p.conclude(goal, variables, p.both(below, equal))


@steps.satisfied(steps_printed, steps_sharpened)
def one_outcome(p: Proof, formula: Term) -> Fact:
    always = lam(r, r == 1)
    return computed(p, formula, term(1), lam(r, term(1)), always, always, always)


@steps.instances
def random_events(rng, n):
    """Eight cells of a partition by three events, with probabilities that are multiples of 1/64, some empty."""
    cuts = np.sort(rng.integers(0, 65, size=(n, 7)), axis=1)
    cells = (np.diff(cuts, axis=1, prepend=0, append=64) / 64).reshape(n, 2, 2, 2)  # by E, G and S
    return {"whole": cells[:, 1].sum(axis=(1, 2)), "inG": cells[:, :, 1].sum(axis=(1, 2)),
            "inSG": cells[:, :, 1, 1].sum(axis=1), "ESG": cells[:, 1, 1, 1]}  # fmt: skip


steps.mutant("without the complement", steps_printed, implies(
    in_sg > 0, whole <= e_sg / in_sg + (in_g - in_sg) / in_g))  # fmt: skip
steps.mutant("half of the complement", steps_printed, implies(
    in_sg > 0, whole <= e_sg / in_sg + (in_g - in_sg) / in_g + (1 - in_g) / 2))  # fmt: skip
steps.mutant("without what is large", steps_sharpened, implies(in_sg > 0, whole <= e_sg + 1 - in_g))
steps.mutant("the square of the conditional probability", steps_sharpened, implies(
    in_sg > 0, whole <= e_sg / in_sg * e_sg + 1 - in_sg))  # fmt: skip
