"""Definition 9, reliable agnostic learning: the minimum in it need not exist, and the confidence has no part in it."""

from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums, sum_of_constants
from numerics.terms import (
    Term,
    conj,
    define,
    either,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    negation,
    real,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.training_counts import least_value

claim = Claim(
    "mukherjee2020", "definition", "9", section="2.4.1", family="generalization",
    title="reliable agnostic learning definition",
    statement=r"""For a distribution $\mathcal D$ on $X \times [0, 1]$ let $L_{=0}(h)$ be the probability that $h(x) \ne
    0$ and $y = 0$, and $L_{>0}(h)$ the expectation of $\ell(h(x), y) \mathbf 1_{y > 0}$. Among the concepts $c \in
    \mathcal C$ with $L_{=0}(c) = 0$ one has the least $L_{>0}(c)$, with which the definition compares what is learned.
    (As checked here: for distributions on finitely many points, and concepts $c_1, c_2, \dots$, one of them at
    least with $L_{=0} = 0$.)""",
)  # fmt: skip

N, K, i, k, t = (integer(name) for name in ("N", "K", "i", "k", "t"))
q, y, h = (function(name, "int->real") for name in ("q", "y", "h"))
c, ell = function("c", "int->int->real"), function("ell", "real->real->real")


@define
def LabelledExamples(q: "int->real", y: "int->real", N: "int") -> Term:
    """N >= 1 examples i with labels y(i) in [0, 1] and probabilities q(i)."""
    return conj(N >= 1, every(i, 1, N, conj(q(i) >= 0, y(i) >= 0, y(i) <= 1)), total(i, 1, N, q(i)) == 1)


@define
def FalsePositives(h: "int->real", q: "int->real", y: "int->real", N: "int") -> Term:
    """L_{=0}(h): the probability that h is not 0 and the label is; h(i) is the value of h at example i."""
    return total(i, 1, N, where(conj(negation(h(i) == 0), y(i) == 0), q(i), 0))


@define
def PositiveLoss(ell: "real->real->real", h: "int->real", q: "int->real", y: "int->real", N: "int") -> Term:
    """L_{>0}(h): the expected loss where the label is positive."""
    return total(i, 1, N, where(y(i) > 0, q(i) * ell(h(i))(y(i)), 0))


def reliable(k: Term) -> Term:
    """The concept k has no false positives."""
    return FalsePositives(c(k), q, y, N) == 0


def loss(k: Term) -> Term:
    """The expected loss of the concept k where the label is positive."""
    return PositiveLoss(ell, c(k), q, y, N)


best = some(t, 1, K, conj(reliable(t), every(k, 1, K, implies(reliable(k), loss(t) <= loss(k)))))
best_of_all = exists(t, conj(t >= 1, reliable(t), forall(k, implies(k >= 1, reliable(k), loss(t) <= loss(k)))))
setting = conj(K >= 1, LabelledExamples(q, y, N))
errors = integer("errors")  # of the best of the concepts without false positives, if there is one
found = integer("found")  # 1 if some concept has no false positives
zero_in = integer("zero")  # 1 if the concept 0 is among them
printed = claim.variant(
    "printed", forall(N, q, y, c, ell, implies(
        LabelledExamples(q, y, N), exists(t, conj(t >= 1, reliable(t))), best_of_all)), expect="refuted",
    why="Infinitely many concepts need not have a best one. (And there may be no concept without false positives at "
        "all: one example with label 0, and the constant 1 as the only concept.)",
    counterexample="One example with label 1, the squared loss, and the constants 1 - 1/k, k = 1, 2, ...: none has "
                   "false positives, L_{>0} = 1/k^2.",
)  # fmt: skip
repaired = claim.variant(
    "repaired", forall(N, q, y, K, c, ell, implies(setting, every(i, 1, N, c(1)(i) == 0), best)), expect="proved",
    why="With the concept 0 in the class there is one, and finitely many have a best one. (Of infinitely many, an "
        "infimum is meant.)", observed=implies(zero_in == 1, found == 1),
)  # fmt: skip


@claim.refute(printed)
def by_constants_close_to_one(p: Proof, goal: Term) -> Fact:
    one, ones = term(1), lam(i, term(1))
    concepts = lam(k, i, 1 - 1 / k)
    squared = lam(real("z"), real("y"), (real("z") - real("y")) ** 2)

    def single(f: Term) -> list[Fact]:
        """The sum of f over 1 <= i <= 1 is f(1), in parts."""
        return [p.lemma("sum_empty", 1, 0, f), p.lemma("sum_step", 1, 0, f), p.congruent(f, p.ring(term(0) + 1, 1))]

    def no_false_positives(k: Term) -> Fact:
        f = lam(i, where(conj(negation(concepts(k)(i) == 0), ones(i) == 0), ones(i), 0))
        condition = f(1).args[0]
        off = p.refute(condition, lambda yes: p.arith(false, yes.right))
        goal = FalsePositives(concepts(k), ones, ones, one) == 0
        return p.arith(goal, *single(f), p.lemma("if_false", *f(1).args, using=[off]))

    def square(k: Term) -> Fact:
        """The loss of the concept k is 1/k^2."""
        f = lam(i, where(ones(i) > 0, ones(i) * squared(concepts(k)(i))(ones(i)), 0))
        on = p.lemma("if_true", *f(1).args, using=[p.arith(ones(1) > 0)])
        goal = PositiveLoss(squared, concepts(k), ones, ones, one) == (1 / k) ** 2
        return p.arith(goal, *single(f), on)

    def contradiction(claimed: Fact) -> Fact:
        given = p.compute(LabelledExamples(ones, ones, one))
        reliable_ = exists(t, conj(t >= 1, FalsePositives(concepts(t), ones, ones, one) == 0))
        some_one = p.witness(reliable_, one, p.both(p.compute(one >= 1), no_false_positives(one)))
        mark = p.opened
        u, facts = p.obtain(claimed.apply(one, ones, ones, concepts, squared, using=[given, some_one]), "t")
        low, _, least = facts.split()
        following = least.apply(u + 1, using=[p.arith(u + 1 >= 1, low), no_false_positives(u + 1)])
        here, there = 1 / u, 1 / (u + 1)
        first, second = (p.lemma("inverse", b, using=[p.arith(negation(b == 0), low)]) for b in (u, u + 1))
        positive = [p.arith(e > 0, f, low) for e, f in ((here, first), (there, second))]
        gap = p.arith(here - there == here * there, first, second, multipliers=[here, there, here * there])
        smaller = p.arith((here - there) * (here + there) <= 0, following, square(u), square(u + 1))
        closer = p.arith(here - there > 0, gap, p.arith(here * there > 0, *positive))
        return p.close(p.arith(false, smaller, closer, p.arith(here + there > 0, *positive)), mark)

    return p.refute(goal, contradiction)


@claim.prove(repaired)
def by_the_concept_zero(p: Proof, goal: Term) -> Fact:
    (N, q, y, K, c, ell), facts, wanted = p.intro(goal)
    many, distribution, zero = facts[0], facts[1], facts[2]
    points = p.open_definition(distribution).left

    def is_reliable(k: Term) -> Term:
        return FalsePositives(c(k), q, y, N) == 0

    def loss_of(k: Term) -> Term:
        return PositiveLoss(ell, c(k), q, y, N)

    def nowhere(i: Term, low: Fact, high: Fact) -> Fact:
        condition = conj(negation(c(1)(i) == 0), y(i) == 0)
        off = p.refute(condition, lambda yes: p.conflict(zero.apply(i, using=[low, high]), yes.left))
        return p.lemma("if_false", condition, q(i), 0, using=[off])

    f, g = lam(i, where(conj(negation(c(1)(i) == 0), y(i) == 0), q(i), 0)), lam(i, term(0))
    none = sum_of_constants(p).apply(1, N, 0, using=[p.arith(term(1) <= N + 1, points)])
    first = p.arith(is_reliable(term(1)), equal_sums(p, term(1), N, f, g, nowhere), none)
    score = lam(k, where(is_reliable(k), loss_of(k), loss_of(term(1))))

    def value(k: Term, side: Fact) -> Fact:
        return p.lemma("if_false" if side.formula.op == "not" else "if_true", *score(k).args, using=[side])

    mark = p.opened
    u, least = p.obtain(least_value(p).apply(score, K, using=[many]), "t")

    def at(best: Term, within: Fact, good: Fact, same: Fact) -> Fact:
        """The concept ``best`` is the best one: its loss is the least score."""

        def each(k: Term, low: Fact, high: Fact) -> Fact:
            other = p.assume(is_reliable(k))
            fact = p.arith(loss_of(best) <= loss_of(k), same, least.right.apply(k, using=[low, high]), value(k, other))
            return p.implication(other.formula, fact)

        k_ = p.fresh("k", "int")
        bounds = p.assume(conj(1 <= k_, k_ <= K))
        every_one = p.general(k_, p.implication(bounds.formula, each(k_, bounds.left, bounds.right)))
        return p.witness(wanted, best, p.both(within, good, every_one))

    fact = p.decide(
        is_reliable(u), lambda yes: at(u, least.left, yes, value(u, yes)),
        lambda no: at(term(1), p.both(p.arith(term(1) <= 1), p.arith(1 <= K, many)), first, value(u, no)))  # fmt: skip
    return p.conclude(goal, [N, q, y, K, c, ell], p.close(fact, mark))


@claim.satisfied(repaired)
def one_example(p: Proof, formula: Term) -> Fact:
    ones, rows = lam(i, term(1)), lam(k, i, term(0))
    nothing = lam(real("z"), real("y"), term(0))
    facts = p.compute(LabelledExamples(ones, ones, term(1))), p.compute(every(i, 1, 1, rows(1)(i) == 0))
    return p.exhibit(formula, [1, ones, ones, 1, rows, nothing], *facts)


@claim.instances
def random_concepts(rng, count):
    """Up to three of the 16 concepts with values 0 and 1 on four examples, labels 0 and 1; whether one of the concepts
    has no false positives, whether the concept 0 is among them, and how many ones the best one misses (-1 for none)."""
    labels = rng.integers(0, 2, size=(count, 1, 4))
    concepts = rng.integers(0, 2, size=(count, 3, 4)) * rng.integers(0, 2, size=(count, 3, 1))
    good = ((concepts == 1) & (labels == 0)).sum(axis=2) == 0
    missed = ((concepts == 0) & (labels == 1)).sum(axis=2)
    best = np.where(good, missed, 9).min(axis=1)
    zero = (concepts == 0).all(axis=2).any(axis=1)
    columns = {"found": good.any(axis=1), "zero": zero, "errors": np.where(best == 9, -1, best)}
    return {name: column.astype("float64") for name, column in columns.items()}


claim.mutant("without the concept 0", repaired, found == 1)
claim.mutant("the best one has no errors", repaired, implies(zero_in == 1, errors == 0))

# The confidence.

certainty = Claim(
    "mukherjee2020", "definition", "9", slug="certainty", section="2.4.1", family="generalization",
    title="the confidence has no part in the definition", uses=["definition_9"],
    statement=r"""Definition 9 introduces $\delta > 0$, but asks that what is learned from examples be good with
    certainty; so taken it excludes the class of the two constants $0$ and $1$ on a single point: for $\varepsilon =
    \frac14$, the squared loss and every number $m$ of examples, whatever real $h$ an algorithm returns for $m$ labels
    $1$, there is a distribution of labels in $\{0, 1\}$ which gives these examples with positive probability and for
    which $h$ is bad.""",
)  # fmt: skip

m, value, chance, epsilon = integer("m"), real("h"), real("p"), Fraction(1, 4)


@define
def GoodAnswer(h: "real", p: "real", e: "real") -> Term:
    """Where the label is 0 with probability p and 1 else: L_{=0}(h) <= e, and L_{>0}(h) <= e + the L_{>0} of the
    constant 1 or 0, whichever is the best of those with L_{=0} = 0."""
    false_positive = where(h == 0, 0, p)
    loss_of = (1 - p) * (h - 1) ** 2
    least = where(p == 0, 0, 1 - p)
    return conj(false_positive <= e, loss_of <= e + least)


def refuted_at(chance: Fraction | int) -> Term:
    """The answer is bad for this probability of the label 0."""
    return negation(GoodAnswer(value, term(chance), term(epsilon)))


without_delta = certainty.variant(
    "printed", forall(m, value, implies(m >= 0, exists(chance, conj(
        0 <= chance, chance < 1, (1 - chance) ** m > 0, negation(GoodAnswer(value, chance, term(epsilon))))))),
    expect="proved",
    why="For p = 0 the answer must be near 1; for p = 1/2, where m labels 1 still have probability 2^-m, it must be 0.",
    observed=either(refuted_at(0), refuted_at(Fraction(1, 2))),
)  # fmt: skip


@certainty.prove(without_delta)
def by_two_distributions(p: Proof, goal: Term) -> Fact:
    (m, h), (count,), wanted = p.intro(goal)
    half, quarter, zero = term(Fraction(1, 2)), term(epsilon), term(0)

    def chances(base: Term) -> Fact:
        """base^m > 0, for 1/2 and 1."""
        return p.induction("m", 0, lambda k: base**k > 0, p.arith(base ** term(0) > 0, p.lemma("power_zero", base)), (
            lambda k, above, here: p.arith(base ** (k + 1) > 0, here, p.lemma(
                "power_step", base, k, using=[above])))).apply(m, using=[count])  # fmt: skip

    def bad(chance: Term, refuted) -> Fact:
        good = GoodAnswer(h, chance, quarter)
        return p.refute(good, lambda fact: refuted(p.open_definition(fact)))

    def near_zero(yes: Fact) -> Fact:
        """h = 0 has loss 1 where all labels are 1."""
        least = p.lemma("if_true", zero == 0, 0, 1 - zero, using=[p.ring(zero, 0)])
        worse = bad(zero, lambda fact: p.arith(false, fact.right, least, yes, multipliers=[h, 1]))
        return p.exhibit(wanted, [zero], chances(1 - zero), worse, p.arith(0 <= zero), p.arith(zero < 1))

    def elsewhere(no: Fact) -> Fact:
        """Other answers are false positives half of the time."""
        positive = p.lemma("if_false", h == 0, 0, half, using=[no])
        worse = bad(half, lambda fact: p.arith(false, fact.left, positive))
        return p.exhibit(wanted, [half], chances(1 - half), worse, p.arith(0 <= half), p.arith(half < 1))

    return p.conclude(goal, [m, h], p.decide(h == 0, near_zero, elsewhere))


@certainty.satisfied(without_delta)
def no_examples(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [0, 0])


@certainty.instances
def answers(rng, count):
    """Answers between -1 and 2, a fifth of them 0."""
    return {"h": rng.integers(-8, 17, size=count) / 8 * (rng.random(count) < 0.8)}


answers.free = {"h"}
certainty.mutant("the second distribution refutes them all", without_delta, refuted_at(Fraction(1, 2)))
certainty.mutant("the first distribution refutes them all", without_delta, refuted_at(0))
