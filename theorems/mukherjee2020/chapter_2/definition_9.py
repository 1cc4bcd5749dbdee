"""Definition 9, reliable agnostic learning: it makes sense with an infimum, and the confidence has no part in it."""

from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.sums import equal_sums, smaller_sum, sum_of_constants
from numerics.terms import (
    Term,
    conj,
    define,
    either,
    every,
    exists,
    false,
    floor,
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
    \mathcal C$ with $L_{=0}(c) = 0$ one has the least $L_{>0}(c)$, with which the definition compares what is learned,
    up to any $\varepsilon > 0$. (The text has a minimum, which need not exist; an infimum is meant. As checked here:
    for distributions on finitely many points, losses $\ell \ge 0$, and concepts $c_1, c_2, \dots$, one of them at least
    with $L_{=0} = 0$.)""",
)  # fmt: skip

N, K, i, k, t = (integer(name) for name in ("N", "K", "i", "k", "t"))
q, y, h = (function(name, "int->real") for name in ("q", "y", "h"))
c, ell = function("c", "int->int->real"), function("ell", "real->real->real")
z, u = real("z"), real("y")


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
e = real("epsilon")
nearly = forall(k, implies(k >= 1, reliable(k), loss(t) <= loss(k) + e))  # t has the least loss, up to epsilon
setting = conj(K >= 1, LabelledExamples(q, y, N))
errors = integer("errors")  # of the best of the concepts without false positives, if there is one
found = integer("found")  # 1 if some concept has no false positives
zero_in = integer("zero")  # 1 if the concept 0 is among them
printed = claim.variant(
    "printed", forall(N, q, y, c, ell, implies(
        LabelledExamples(q, y, N), forall(z, u, ell(z)(u) >= 0), exists(t, conj(t >= 1, reliable(t))),
        forall(e, implies(e > 0, exists(t, conj(t >= 1, reliable(t), nearly)))))), expect="proved",
    why="Losses are at least 0, so that one cannot find concepts that are better by epsilon again and again. A minimum "
        "need not exist: for one example with label 1 and the squared loss the constants 1 - 1/k have L_{>0} = 1/k^2. "
        "Without any concept that has no false positives, the infimum is infinite and asks nothing.",
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(N, q, y, K, c, ell, implies(setting, every(i, 1, N, c(1)(i) == 0), best)), expect="proved",
    why="With the concept 0 in the class there is one, and finitely many have a best one: a minimum.",
    observed=implies(zero_in == 1, found == 1),
)  # fmt: skip


@claim.prove(printed)
def by_better_and_better_ones(p: Proof, goal: Term) -> Fact:
    (N, q, y, c, ell), (distribution, positive, there), rest = p.intro(goal, 3)
    points, weights, _ = p.open_definition(distribution).split()
    (e,), (some_error,), wanted = p.intro(rest)

    def is_reliable(k: Term) -> Term:
        return FalsePositives(c(k), q, y, N) == 0

    def loss_of(k: Term) -> Term:
        return PositiveLoss(ell, c(k), q, y, N)

    def near(t: Term) -> Term:
        return forall(k, implies(k >= 1, is_reliable(k), loss_of(t) <= loss_of(k) + e))

    def least_of_losses(t: Term) -> Fact:
        """The loss is at least 0."""
        f = lam(i, where(y(i) > 0, q(i) * ell(c(t)(i))(y(i)), 0))

        def summand(j: Term, low: Fact, high: Fact) -> Fact:
            product_of = p.arith(q(j) * ell(c(t)(j))(y(j)) >= 0, weights.apply(j, using=[low, high]), positive(
                c(t)(j), y(j)))  # fmt: skip
            return p.decide(y(j) > 0, *[lambda side: p.arith(0 <= f(j), product_of, p.lemma(
                "if_false" if side.formula.op == "not" else "if_true", *f(j).args, using=[side]))] * 2)  # fmt: skip

        nonempty = p.arith(term(1) <= N + 1, points)
        none = sum_of_constants(p).apply(1, N, 0, using=[nonempty])
        return p.arith(loss_of(t) >= 0, smaller_sum(p, term(1), N, lam(i, term(0)), f, nonempty, summand), none)

    mark = p.opened
    first, known = p.obtain(there, "t")

    def better(m: Term) -> Term:
        """A concept is better by m epsilon."""
        return exists(t, conj(t >= 1, is_reliable(t), loss_of(t) <= loss_of(first) - m * e))

    def claimed(m: Term) -> Term:
        return either(wanted, better(m))

    def start() -> Fact:
        none = p.arith(loss_of(first) <= loss_of(first) - term(0) * e)
        return p.or_intro(claimed(term(0)), p.witness(better(term(0)), first, p.both(*known.split(), none)))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        def again(worse: Fact) -> Fact:
            inner = p.opened
            u, facts = p.obtain(worse, "t")
            more = exists(k, conj(k >= 1, is_reliable(k), loss_of(k) < loss_of(u) - e))

            def yes(found: Fact) -> Fact:
                v, known = p.obtain(found, "k")
                smaller = p.arith(loss_of(v) <= loss_of(first) - (m + 1) * e, known.right.right, facts.right.right)
                return p.or_intro(claimed(m + 1), p.witness(better(m + 1), v, p.both(
                    known.left, known.right.left, smaller)))  # fmt: skip

            def no(none: Fact) -> Fact:
                v = p.fresh("k", "int")
                given = p.assume(v >= 1), p.assume(is_reliable(v))
                close = p.absurd(loss_of(u) <= loss_of(v) + e, lambda far: p.conflict(p.witness(more, v, p.both(
                    *given, p.arith(loss_of(v) < loss_of(u) - e, far))), none))  # fmt: skip
                every_one = p.implication(given[0].formula, p.implication(given[1].formula, close))
                good = p.witness(wanted, u, p.both(facts.left, facts.right.left, p.general(v, every_one)))
                return p.or_intro(claimed(m + 1), good)

            return p.close(p.decide(more, yes, no), inner)

        return p.by_cases(here, lambda good: p.or_intro(claimed(m + 1), good), again)

    share = loss_of(first) / e
    M = floor(share) + 1
    bounds = p.lemma("floor", share)
    inverse = p.lemma("inverse", e, using=[p.arith(negation(e == 0), some_error)])
    reciprocal = p.arith(1 / e > 0, inverse, some_error)
    low = p.arith(M >= 0, bounds, p.arith(share >= 0, p.arith(loss_of(first) * (1 / e) >= 0, least_of_losses(
        first), reciprocal)))  # fmt: skip
    high = p.arith(M * e > loss_of(first), p.arith((M - share) * e > 0, bounds, some_error), inverse, multipliers=[
        loss_of(first)])  # fmt: skip

    def impossible(worse: Fact) -> Fact:
        u, facts = p.obtain(worse, "t")
        return p.anything(wanted, p.arith(false, facts.right.right, least_of_losses(u), high))

    last = p.induction("m", 0, claimed, start, step).apply(M, using=[low])
    fact = p.close(p.by_cases(last, lambda good: good, impossible), mark)
    fact = p.general(e, p.implication(some_error.formula, fact))
    return p.conclude(goal, [N, q, y, c, ell], fact)


@claim.satisfied(printed)
def one_example_without_loss(p: Proof, formula: Term) -> Fact:
    ones, rows, one = lam(i, term(1)), lam(k, i, term(0)), term(1)
    nothing = lam(real("z"), real("y"), term(0))
    example = p.compute(LabelledExamples(ones, ones, one))
    v, w = p.fresh("z", "real"), p.fresh("y", "real")
    positive = p.general(v, w, p.arith(nothing(v)(w) >= 0))
    clean = p.compute(FalsePositives(rows(1), ones, ones, one) == 0)
    return p.exhibit(formula, [1, ones, ones, rows, nothing, 1, 1], example, positive, clean)


@claim.prove(sharpened)
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


@claim.satisfied(sharpened)
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


claim.mutant("without the concept 0", sharpened, found == 1)
claim.mutant("the best one has no errors", sharpened, implies(zero_in == 1, errors == 0))

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
