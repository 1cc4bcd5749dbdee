"""Lemma 2.6.1, block restrictions force a threshold gate: true with the constant 1, and with none below."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.restriction import not_forced_counts
from numerics.sums import equal_sums, once, sum_of_constants, sums_linear
from numerics.terms import (
    TABLE,
    Term,
    binomial,
    conj,
    exists,
    false,
    floor,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    negation,
    pi,
    real,
    sqrt,
    term,
    total,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.boolean import floor_is, floor_small
from theorems.mukherjee2020.choices import holds, sum_of_one
from theorems.mukherjee2020.digits import Digit, powers_defined, powers_positive
from theorems.mukherjee2020.majorities import below_the_gaussian, beside, central, levels, tie, ties
from theorems.mukherjee2020.restrictions import EqualParts, Free, Unforced, chances_defined
from theorems.mukherjee2020.unforced import Gate

claim = Claim(
    "mukherjee2020", "lemma", "2.6.1", section="2.6", family="boolean_circuits",
    title="block restrictions force a threshold gate",
    statement=r"""Let $f : \{0, 1\}^n \to \{0, 1\}$ be a linear threshold function and let $\mathcal P$ be a partition
    of $[n]$ into parts of equal size. Choose one element of each part uniformly at random, leave it free, and fix all
    others to random bits. Then $f$ is not forced to a constant with probability $O(|\mathcal P|/\sqrt n)$: at most
    $C\,|\mathcal P|/\sqrt n$ for an absolute constant $C$.""",
)  # fmt: skip

c, i, j, k, m, n, s, x = (integer(name) for name in "cijkmnsx")
w, part = function("w", "int->real"), function("part", "int->int->int")
theta, C = real("theta"), real("C")
parts, free = (
    integer("parts"),
    real("unforced"),
)  # |P|, and how many of the (n/|P|)^|P| 2^(n - |P|) restrictions do not force
chance = free / ((n / parts) ** parts * 2 ** (n - parts))

printed = claim.variant(
    "printed", exists(C, conj(C > 0, forall(n, m, s, part, w, theta, implies(
        EqualParts(part, n, m, s), Unforced(w, theta, part, n, m, s) <= C * m / sqrt(n))))), expect="proved",
    why="C = 1: the points with all free bits set towards 1, or towards 0, have densities U and V, and the gate is not "
        "forced with probability E f (U - V).",
    observed=chance <= parts / sqrt(n),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", forall(n, m, s, part, w, theta, implies(EqualParts(part, n, m, s), conj(
        Unforced(w, theta, part, n, m, s) ** 2 <= 1 - (1 - 1 / s) ** m,
        Unforced(w, theta, part, n, m, s) <= m / sqrt(n)))), expect="proved",
    why="Cauchy-Schwarz with weight U + V, where E UV/(U + V) >= (E UV)^2 / E UV(U + V); the second bound follows by "
        "Bernoulli's inequality.",
    observed=chance**2 <= 1 - (1 - parts / n) ** parts,
)  # fmt: skip
attained = claim.variant(
    "sharpened_attained", forall(m, implies(m >= 1, exists(part, w, theta, conj(
        EqualParts(part, m, m, 1), Unforced(w, theta, part, m, m, 1) == 1)))), expect="proved",
    why="Parts of one position leave every bit free, so that an OR is never forced: with s = 1 the first bound is "
        "attained for every m, and the second for n = 1, where no constant below 1 would do.",
    observed=implies(n == parts, chance <= 1),
)  # fmt: skip


@once
def scaled_powers(p: Proof) -> Fact:
    """For all s >= 1 and m >= 0: (1 - 1/s)^m s^m = (s - 1)^m, and (1 - 1/s)^m >= 1 - m/s."""
    s = p.fresh("s", "int")
    some_place = p.assume(s >= 1)
    inverse = p.lemma("inverse", s, using=[p.arith(negation(s == 0), some_place)])
    positive = p.arith(1 / s > 0, inverse, some_place)
    base = 1 - 1 / s
    low = p.arith(base >= 0, inverse, positive, p.arith((s - 1) * (1 / s) >= 0, positive, some_place))

    def claimed(m: Term) -> Term:
        return conj(base**m * s**m == (s - 1) ** m, base**m >= 1 - m / s)

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        powers = [p.lemma("power_step", b, m, using=[above]) for b in (base, s, s - 1)]
        single = p.arith(base * s == s - 1, inverse)
        equal = p.arith(base ** (m + 1) * s ** (m + 1) == (s - 1) ** (m + 1), *powers, here.left, single, multipliers=[
            1, s ** (m + 1), base**m * base, base * s, (s - 1) ** m])  # fmt: skip
        product = p.arith(base**m * base >= (1 - m / s) * base, here.right, low)
        square = p.arith(m * (1 / s) * (1 / s) >= 0, above, p.arith(1 / s * (1 / s) >= 0, positive))
        return p.both(equal, p.arith(base ** (m + 1) >= 1 - (m + 1) / s, powers[0], product, square))

    zero = [p.lemma("power_zero", b) for b in (base, s, s - 1)]
    first = p.arith(base**0 * s**0 == (s - 1) ** 0, *zero, multipliers=[1, s**0])
    start = p.both(first, p.arith(base**0 >= 1 - term(0) / s, zero[0]))
    return p.general(s, p.implication(some_place.formula, p.induction("m", 0, claimed, start, step)))


@once
def bounds(p: Proof) -> Fact:
    """For every partition into equal parts and every gate: P^2 <= 1 - (1 - 1/s)^m and P <= m / sqrt n."""
    goal = sharpened.statement.formula
    variables, (known,), _ = p.intro(goal)
    n, m, s, _, w, theta = variables
    gate = Gate(p, w, theta, known)
    P, positive, scaled = gate.squared()
    partition, R = gate.partition, gate.R
    many = p.arith(m >= 0, partition.some_part)
    equal, least = scaled_powers(p).apply(s, m, using=[partition.some_place, many]).split()
    power = (1 - 1 / s) ** m
    first = p.absurd(P**2 <= 1 - power, lambda no: p.arith(
        false, p.arith(R * (P**2 - 1 + power) > 0, no, gate.choices), scaled, equal))  # fmt: skip
    bound = p.arith(P**2 <= m / s, first, least)
    inverse = p.lemma("inverse", s, using=[p.arith(negation(s == 0), partition.some_place)])
    root = p.lemma("sqrt", n, using=[gate.long])
    side = p.arith(sqrt(n) > 0, root.left, root.right, partition.positions)
    length = p.arith(n >= 0, gate.long)
    times = p.arith(P**2 * n <= m / s * n, bound, length)
    shorter = p.arith(m / s * n == m * m, partition.size, inverse, multipliers=[m / s, m * m, m * m * (1 / s)])
    square = p.arith(P**2 * (sqrt(n) * sqrt(n)) <= m * m, times, shorter, root.right, multipliers=[1, P**2])
    below = p.arith(P * sqrt(n) >= 0, positive, side)
    short = p.absurd(
        P * sqrt(n) <= m,
        lambda no: p.arith(
            false,
            p.arith(
                (P * sqrt(n)) * (P * sqrt(n)) > m * m,
                p.arith((P * sqrt(n) - m) * (P * sqrt(n) + m) > 0, no, p.arith(P * sqrt(n) + m > 0, no, below, many)),
            ),
            square,
        ),
    )
    inverse = p.lemma("inverse", sqrt(n), using=[p.arith(negation(sqrt(n) == 0), side)])
    reciprocal = p.arith(1 / sqrt(n) > 0, inverse, side)
    second = p.arith(P <= m / sqrt(n), p.arith(P * sqrt(n) * (1 / sqrt(n)) <= m * (1 / sqrt(n)), short, reciprocal),
                     inverse, multipliers=[1, P])  # fmt: skip
    return p.conclude(goal, variables, p.both(first, second))


@claim.prove(printed)
def with_constant_one(p: Proof, goal: Term) -> Fact:
    inner = instance_of(goal, 1).args[1]
    variables, (known,), conclusion = p.intro(inner)
    bound = bounds(p).apply(*variables, using=[known]).right
    shown = p.conclude(inner, variables, p.arith(conclusion, bound))
    return p.witness(goal, 1, p.both(p.arith(term(1) > 0), shown))


@claim.prove(sharpened)
def by_weighted_cauchy_schwarz(p: Proof, goal: Term) -> Fact:
    return bounds(p)


@claim.prove(attained)
def by_an_or(p: Proof, goal: Term) -> Fact:
    (m,), (some_part,), conclusion = p.intro(goal)
    part, w, theta = lam(j, k, j), lam(i, term(1)), term(1)
    parts = EqualParts(part, m, m, 1)
    partition = p.restate(p.tautology(Term(TABLE.unfold(parts.index)), [some_part]), parts)
    gate = Gate(p, w, theta, partition)
    nonempty = p.arith(m - 1 + 1 >= 0, some_part)
    known = p.compute(w(i) >= 0)

    def unforced(c: Term, x: Term) -> Fact:
        """Every bit is free: the OR is 0 with all of them 0 and 1 with all of them 1."""

        def each(i: Term, low: Fact, high: Fact, scale: int) -> Fact:
            free = Free(part, m, term(1), c, i)
            there = p.restate(p.exhibit(Term(TABLE.unfold(free.index)), [i], low, high, p.reflexive(i)), free)
            value = gate.settled(c, scale)(i)(Digit(x, 2, i))
            return p.arith(value == (1 + scale) // 2, p.lemma("if_true", free, 1, 0, using=[there]), gate.sign(
                i, known), multipliers=[1, Digit(x, 2, i), gate.signs(i)])  # fmt: skip

        sums = []
        for scale in (-1, 1):
            f = lam(i, gate.settled(c, scale)(i)(Digit(x, 2, i)))
            same = equal_sums(
                p,
                term(0),
                m - 1,
                f,
                lam(i, term((1 + scale) // 2)),
                lambda i, low, high, scale=scale: each(i, low, high, scale),
            )
            constant = sum_of_constants(p).apply(0, m - 1, (1 + scale) // 2, using=[nonempty])
            sums.append(p.arith(same.formula.args[0] == m * ((1 + scale) // 2), same, constant))
        (low, none), (high, every_bit) = ((fact.formula.args[0], fact) for fact in sums)
        return p.arith(
            gate.unforced(c, x) == 1,
            gate.pointwise(c, x),
            p.lemma("if_true", theta <= high, 1, 0, using=[p.arith(theta <= high, every_bit, some_part)]),
            p.lemma("if_false", theta <= low, 1, 0, using=[p.arith(negation(theta <= low), none)]),
        )

    def points(c: Term, low: Fact, high: Fact) -> Fact:
        same = equal_sums(p, term(0), gate.X - 1, lam(x, gate.unforced(c, x)), lam(x, term(1)), lambda x, low, high: (
            unforced(c, x)))  # fmt: skip
        constant = sum_of_constants(p).apply(0, gate.X - 1, 1, using=[gate.some_points])
        return p.arith(same.formula.args[0] == gate.X, same, constant)

    scaled = gate.each_choice(gate.X, points)
    inverse = p.lemma("inverse", gate.X, using=[p.arith(negation(gate.X == 0), gate.points)])
    P = Unforced(w, theta, part, m, m, 1)
    one = p.arith(P == 1, scaled, inverse, multipliers=[1 / gate.X, P, 1])
    return p.conclude(goal, [m], p.exhibit(conclusion, [part, w, theta], partition, one))


@claim.satisfied(sharpened)
def one_position(p: Proof, formula: Term) -> Fact:
    """One part of one position."""
    return p.witness(
        formula,
        1,
        1,
        1,
        lam(j, k, term(0)),
        lam(i, term(1)),
        1,
        p.restate(
            p.compute(Term(TABLE.unfold(EqualParts(lam(j, k, term(0)), 1, 1, 1).index))),
            EqualParts(lam(j, k, term(0)), 1, 1, 1),
        ),
    )


for one in (printed, sharpened, attained):
    claim.defined(one)(chances_defined)


@claim.satisfied(attained)
def one_bit(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 1, p.arith(term(1) >= 1))


@claim.instances
def small_gates(rng, n):
    """Gates on up to 12 bits with weights 0, 1, 2, 3, the majority first, and every number of equal parts; for each
    gate the worst threshold and a random one. ``unforced`` counts, exactly, the restrictions that do not force it."""
    shapes = [(size, parts) for size in range(1, 13) for parts in range(1, size + 1) if size % parts == 0]
    batch = max(2, min(60, n // (2 * len(shapes)) + 1))
    rows = []
    for size, parts in shapes:
        weights = rng.integers(0, 4, size=(batch, size))
        weights[0] = 1
        counts = not_forced_counts(weights, parts)
        chosen = rng.integers(0, weights.sum(axis=1) + 1)
        for found in (counts.max(axis=1), counts[np.arange(batch), chosen]):
            rows.append(np.stack([np.full(batch, size), np.full(batch, parts), found]))
    table = np.concatenate(rows, axis=1).astype(float)
    some = table[:, np.concatenate([np.arange(table.shape[1]), rng.integers(0, table.shape[1], size=n)])[:n]]
    return dict(zip(("n", "parts", "unforced"), some, strict=True))


claim.mutant("the constant 0.99", printed, chance <= term("99/100") * parts / sqrt(n))
claim.mutant("0.79 from three bits on", printed, implies(n >= 3, chance <= term("79/100") * parts / sqrt(n)))
claim.mutant("|P|/n", printed, chance <= parts / n)
claim.mutant("one part fewer", sharpened, chance**2 <= 1 - (1 - parts / n) ** (parts - 1))
claim.mutant("nine tenths of the bound", sharpened, chance**2 <= term("9/10") * (1 - (1 - parts / n) ** parts))
claim.mutant("99 percent", attained, implies(n == parts, chance <= term("99/100")))
claim.mutant("one half", attained, implies(n == parts, chance <= term("1/2")))


# Majority.

majority = Claim(
    "mukherjee2020", "lemma", "2.6.1", slug="majority", section="2.6", family="boolean_circuits",
    title="the majority with one free bit",
    statement=r"""Let $f$ be the majority of $n$ bits, $n$ odd, and let $\mathcal P$ have one part. Then $f$ is not
    forced to a constant with probability exactly $\binom{n-1}{(n-1)/2} 2^{-(n-1)}$. Times $\sqrt n$ this is at most
    $1$, decreases in $n$ and stays above $\sqrt{2/\pi}$.""",
)  # fmt: skip


odd, ones, single = 2 * k + 1, lam(i, term(1)), lam(j, i, i)
exact = majority.variant(
    "printed", forall(k, implies(k >= 0, conj(
        Unforced(ones, k + 1, single, odd, 1, odd) == tie(k), sqrt(odd) * tie(k) <= 1,
        sqrt(2 * (k + 1) + 1) * tie(k + 1) < sqrt(odd) * tie(k)))), expect="proved",
    why="The free bit decides exactly when the others are in a tie; and (2k + 1)(2k + 3) < (2k + 2)^2.",
    observed=conj(free == odd * binomial(2 * k, k), sqrt(2 * (k + 1) + 1) * tie(k + 1) < sqrt(odd) * tie(k)),
)  # fmt: skip

limit = majority.variant(
    "sharpened", forall(k, implies(k >= 0, sqrt(2 / pi) < sqrt(odd) * tie(k))), expect="proved",
    why="The integral of (1 - t^2)^k over [0, 1], the reciprocal of (2k + 1) C(2k, k)/4^k, is less than that of "
        "exp(-k t^2); and what decreases stays above its limit.",
    observed=sqrt(2 / pi) < sqrt(odd) * tie(k),
)  # fmt: skip


def alone(p: Proof, c: Term, n: Term, i: Term, low: Fact, high: Fact, positive: Fact) -> Fact:
    """[the choice c leaves i free] = [i = c], for one part of n >= 1 positions and 0 <= c <= n - 1."""
    free, same = Free(single, term(1), n, c, i), i == c
    none = floor_small(p).apply(n, c, using=[low, p.arith(c < n, high)])
    whole = floor_is(p, c / n**0, c, p.arith(c <= c / n**0), p.arith(c / n**0 < c + 1))
    digit = p.arith(Digit(c, n, 0) == c, none, whole, multipliers=[1, n])
    goal = where(free, 1, 0) == where(same, 1, 0)

    def yes(equal: Fact) -> Fact:
        wanted = Term(TABLE.unfold(free.index))
        there = p.restate(
            p.exhibit(wanted, [0], p.arith(term(0) <= 1 - 1), p.arith(Digit(c, n, 0) == i, digit, equal)), free
        )
        return p.arith(goal, holds(p, free, there), holds(p, same, equal))

    def no(different: Fact) -> Fact:
        def hit(known: Fact) -> Fact:
            j, found = p.obtain(p.open_definition(known), "j")
            first = p.arith(j == 0, *found.left.split())
            there = p.step("equality", [first, found.right], [lam(j, Digit(c, n, j) == i)])
            return p.conflict(p.arith(same, there, digit), different)

        return p.arith(goal, holds(p, free, p.refute(free, hit)), holds(p, same, different))

    return p.decide(same, yes, no)


def exact_chance(p: Proof, k: Term, above: Fact) -> Fact:
    """The majority of 2k + 1 bits with one free bit is not forced with probability tie(k)."""
    n, theta = 2 * k + 1, k + 1
    positive = p.arith(n >= 1, above)
    parts = EqualParts(single, n, 1, n)
    gate = Gate(p, ones, theta, p.restate(p.tautology(Term(TABLE.unfold(parts.index)), [positive]), parts))
    nonempty, sign = p.arith(n - 1 + 1 >= 0, positive), p.compute(ones(i) >= 0)

    def point(c: Term, x: Term, low: Fact, high: Fact) -> Fact:
        """The gate is not forced exactly when k of the other bits are 1."""
        others, chosen = lam(i, beside(c)(i)(Digit(x, 2, i))), lam(i, where(i == c, 1, 0))
        rest = total(i, 0, n - 1, others(i))

        def each(i: Term, scale: int, value: Term) -> Fact:
            return p.arith(
                gate.settled(c, scale)(i)(Digit(x, 2, i)) == value(i),
                alone(p, c, n, i, low, high, positive),
                gate.sign(i, sign),
                multipliers=[1, gate.signs(i), Digit(x, 2, i), chosen(i), where(Free(single, term(1), n, c, i), 1, 0)],
            )

        sums = []
        for scale, value in ((-1, others), (1, lam(i, 1 * others(i) + 1 * chosen(i)))):
            f = lam(i, gate.settled(c, scale)(i)(Digit(x, 2, i)))
            sums.append(equal_sums(p, term(0), n - 1, f, value, lambda i, least, most, scale=scale, value=value: each(
                i, scale, value)))  # fmt: skip
        split = sums_linear(p).apply(0, n - 1, others, chosen, 1, 1, using=[nonempty])
        one = sum_of_one(p).apply(c, n, using=[low, p.arith(n >= 0, positive), p.arith(c <= n - 1, high)])
        values = [sums[0], p.arith(sums[1].formula.args[0] == rest + 1, sums[1], split, one)]
        events = [theta <= value.formula.args[0] for value in values[::-1]]
        goal = gate.unforced(c, x) == where(rest == k, 1, 0)

        def decided(equal: Fact) -> Fact:
            reached, missed = p.arith(events[0], equal, values[1]), p.arith(negation(events[1]), equal, values[0])
            return p.arith(goal, gate.pointwise(c, x), holds(p, rest == k, equal), holds(p, events[0], reached),
                           holds(p, events[1], missed))  # fmt: skip

        def forced(different: Fact) -> Fact:
            def more(yes: Fact) -> Fact:
                beyond = p.absurd(events[1], lambda no: p.conflict(p.arith(rest == k, yes, no, *values), different))
                return p.arith(goal, gate.pointwise(c, x), holds(p, rest == k, different), holds(p, events[0], yes),
                               holds(p, events[1], beyond))  # fmt: skip

            def fewer(no: Fact) -> Fact:
                below = p.refute(events[1], lambda yes: p.arith(false, yes, no, *values))
                return p.arith(goal, gate.pointwise(c, x), holds(p, rest == k, different), holds(p, events[0], no),
                               holds(p, events[1], below))  # fmt: skip

            return p.decide(events[0], more, fewer)

        return p.decide(rest == k, decided, forced)

    def choice(c: Term, low: Fact, high: Fact) -> Fact:
        last = p.arith(c <= n - 1, high)
        same = equal_sums(
            p,
            term(0),
            gate.X - 1,
            lam(x, gate.unforced(c, x)),
            lam(x, where(total(i, 0, n - 1, beside(c)(i)(Digit(x, 2, i))) == k, 1, 0)),
            lambda x, least, most: point(c, x, low, last),
        )
        known = levels(p).apply(c, n, using=[low, p.arith(n >= 0, positive)]).right
        counted = known.apply(using=[p.arith(c + 1 <= n, last)])(k)
        shorter = p.congruent(lam(i, binomial(i, k)), p.ring(n - 1, 2 * k))
        return p.arith(same.formula.args[0] == 2 * central(k), same, counted, shorter)

    scaled = gate.each_choice(2 * central(k), choice)
    power = p.induction("k", 0, lambda k: 2 ** (2 * k + 1) == 2 * 4**k, p.compute(
        2 ** (2 * term(0) + 1) == 2 * term(4) ** 0), lambda k, low, here: p.arith(
        2 ** (2 * (k + 1) + 1) == 2 * 4 ** (k + 1), here, p.lemma("power_step", 4, k, using=[low]),
        p.lemma("power_step", 2, 2 * k + 1, using=[p.arith(2 * k + 1 >= 0, low)]),
        p.lemma("power_step", 2, 2 * k + 2, using=[p.arith(2 * k + 2 >= 0, low)])))  # fmt: skip
    P, four = Unforced(ones, theta, single, n, 1, n), 4**k
    size = powers_positive(p).apply(4, k, using=[p.arith(term(4) >= 1), above])
    inverse = p.lemma("inverse", four, using=[p.arith(negation(four == 0), size)])
    double = p.arith(P * four == central(k), scaled, power.apply(k, using=[above]), multipliers=[1, P])
    return p.arith(P == tie(k), double, inverse, multipliers=[1 / four, P])


@once
def falling(p: Proof) -> Fact:
    """For all k >= 0: sqrt(2k + 3) tie(k + 1) < sqrt(2k + 1) tie(k)."""
    k = p.fresh("k", "int")
    above = p.assume(k >= 0)
    positive, ratio = ties(p).apply(k, using=[above]).split()
    after = ties(p).apply(k + 1, using=[p.arith(k + 1 >= 0, above)]).left
    roots = []
    for e in (k, k + 1):
        root = p.lemma("sqrt", 2 * e + 1, using=[p.arith(2 * e + 1 >= 0, above)])
        roots += [root.right, p.arith(sqrt(2 * e + 1) > 0, root.left, root.right, above)]
    numbers = tie(k), tie(k + 1), sqrt(2 * k + 1), sqrt(2 * (k + 1) + 1)
    shown = less_by_squares(p).apply(
        *numbers, k, using=[positive, after, roots[1], roots[3], roots[0], roots[2], ratio, above]
    )
    return p.general(k, p.implication(above.formula, shown))


@once
def less_by_squares(p: Proof) -> Fact:
    """For all k >= 0 and positive reals a, b, u, v: if u^2 = 2k + 1, v^2 = 2k + 3 and (2k + 2) b = (2k + 1) a, then
    v b < u a, since (2k + 1) (2k + 3) < (2k + 2)^2."""
    a, b, u, v = (p.fresh(name, "real") for name in "abuv")
    k = p.fresh("k", "int")
    premises = [p.assume(f) for f in (a > 0, b > 0, u > 0, v > 0, u * u == 2 * k + 1, v * v == 2 * (k + 1) + 1,
                                      (2 * k + 2) * b == (2 * k + 1) * a, k >= 0)]  # fmt: skip
    positive, after, one, other, first, second, ratio, above = premises
    squares = [p.arith(v * b * (v * b) == (2 * k + 3) * (b * b), second, multipliers=[b * b]),
               p.arith(u * a * (u * a) == (2 * k + 1) * (a * a), first, multipliers=[a * a])]  # fmt: skip
    both = p.arith((2 * k + 2) * (2 * k + 2) * (b * b) == (2 * k + 1) * (2 * k + 1) * (a * a), ratio, multipliers=[
        (2 * k + 2) * b, (2 * k + 1) * a])  # fmt: skip
    less = p.arith((2 * k + 1) * (v * b * (v * b)) < (2 * k + 1) * (u * a * (u * a)), *squares, both, p.arith(
        b * b > 0, after), multipliers=[1, 2 * k + 1])  # fmt: skip
    signs = [p.arith(v * b > 0, after, other), p.arith(u * a > 0, positive, one)]
    shown = p.absurd(v * b < u * a, lambda no: p.arith(false, p.arith(
        (2 * k + 1) * (v * b * (v * b)) >= (2 * k + 1) * (u * a * (u * a)), p.arith(
            v * b * (v * b) >= u * a * (u * a), no, *signs), above), less))  # fmt: skip
    for premise in premises[::-1]:
        shown = p.implication(premise.formula, shown)
    return p.general(a, b, u, v, k, shown)


@majority.prove(exact)
def by_ties(p: Proof, goal: Term) -> Fact:
    (k,), (above,), _ = p.intro(goal)

    def claimed(k: Term) -> Term:
        return sqrt(2 * k + 1) * tie(k) <= 1

    root = p.lemma("sqrt", 2 * term(0) + 1)
    one = p.arith(sqrt(2 * term(0) + 1) == 1, root)
    base = p.arith(claimed(term(0)), one, p.lemma("binomial_zero", 2 * term(0)), multipliers=[1, tie(term(0))])
    most = p.induction("k", 0, claimed, base, lambda k, low, here: p.arith(claimed(k + 1), here, falling(p).apply(
        k, using=[low])))  # fmt: skip
    shown = p.both(exact_chance(p, k, above), most.apply(k, using=[above]), falling(p).apply(k, using=[above]))
    return p.conclude(goal, [k], shown)


@majority.prove(limit)
def by_an_integral(p: Proof, goal: Term) -> Fact:
    (k,), (above,), _ = p.intro(goal)
    circle = p.enclose(term(0) < pi)

    def squared(k: Term) -> Term:
        return (2 * k + 1) * (tie(k) * tie(k))

    def scaled(k: Term, low: Fact) -> list[Fact]:
        """sqrt(2k + 1) tie(k) is positive, and its square."""
        p.reflexive(1 / 4**k)  # a term for arithmetic to write multipliers with
        root = p.lemma("sqrt", 2 * k + 1, using=[p.arith(2 * k + 1 >= 0, low)])
        positive = p.arith(sqrt(2 * k + 1) > 0, root.left, root.right, low)
        b = sqrt(2 * k + 1) * tie(k)
        return [p.arith(b > 0, positive, ties(p).apply(k, using=[low]).left),
                p.arith(b * b == squared(k), root.right, multipliers=[tie(k) * tie(k)])]  # fmt: skip

    def less(k: Term, low: Fact) -> Fact:
        """squared(k + 1) < squared(k)."""
        (here, one), (there, other) = scaled(k, low), scaled(k + 1, p.arith(k + 1 >= 0, low))
        b, c = here.formula.args[1], there.formula.args[1]
        return p.arith(
            squared(k + 1) < squared(k),
            p.arith(c * c < b * b, falling(p).apply(k, using=[low]), here, there),
            one,
            other,
        )

    drop = less(k, above)
    room = (squared(k) - squared(k + 1)) * pi
    positive = p.arith(room > 0, drop, circle)
    later = p.induction(
        "j",
        0,
        lambda j: squared(k + 1 + j) <= squared(k + 1),
        p.arith(squared(k + 1 + 0) <= squared(k + 1)),
        lambda j, low, here: p.arith(
            squared(k + 1 + (j + 1)) <= squared(k + 1), here, less(k + 1 + j, p.arith(k + 1 + j >= 0, low, above))
        ),
    )

    def contradiction(no: Fact) -> Fact:
        """Far out the square times pi is above 2 - 2/n, and below 2 - room."""
        inverse = p.lemma("inverse", room, using=[p.arith(negation(room == 0), positive)])
        step = p.lemma("floor", 1 / room).right
        reciprocal = p.arith(1 / room > 0, inverse, positive)
        j = floor(1 / room) + 1
        some = p.arith(j >= 0, p.arith(j > 0, step, reciprocal))
        far = k + 1 + j
        bound = below_the_gaussian(p).apply(far, using=[p.arith(far >= 1, some, above)])
        small = p.arith(squared(far) * pi <= squared(k + 1) * pi, later.apply(j, using=[some]), circle)
        shorter = p.arith(squared(far) * pi <= 2 - room, small, no)
        size = p.arith(2 * far + 1 > 0, some, above)
        whole = p.arith((2 * far + 1) * (squared(far) * pi) <= (2 * far + 1) * (2 - room), shorter, size)
        wide = p.arith(room * j > 1, p.arith(room * j > room * (1 / room), step, positive), inverse)
        long = p.arith(room * (k + 1) > 0, positive, above)
        return p.arith(false, whole, bound, wide, long, positive)

    above_limit = p.absurd(squared(k) * pi > 2, contradiction)
    inverse = p.lemma("inverse", pi, using=[p.arith(negation(pi == 0), circle)])
    share = p.arith(2 / pi > 0, p.arith(1 / pi > 0, inverse, circle))
    root = p.lemma("sqrt", 2 / pi, using=[p.arith(2 / pi >= 0, share)])
    here, one = scaled(k, above)
    more = p.arith(squared(k) > 2 / pi, p.arith(squared(k) * pi * (1 / pi) > 2 * (1 / pi), above_limit, p.arith(
        1 / pi > 0, inverse, circle)), inverse, multipliers=[1, squared(k)])  # fmt: skip
    b, c = here.formula.args[1], sqrt(2 / pi)
    shown = p.absurd(
        c < b, lambda no: p.arith(false, p.arith(b * b <= c * c, no, here, root.left), one, root.right, more)
    )
    return p.conclude(goal, [k], shown)


@majority.satisfied(exact, limit)
def one_voter(p: Proof, formula: Term) -> Fact:
    return p.witness(formula, 0, p.arith(term(0) >= 0))


@majority.defined(exact, limit)
def odd_sizes(p: Proof, formula: Term) -> Fact:
    """2k + 1 is positive, and so is pi."""
    if formula.op == "and":
        return p.both(*(odd_sizes(p, part) for part in formula.args))
    (k,), (above,), conclusion = p.intro(formula)
    circle = p.enclose(term(0) < pi)
    inverse = p.lemma("inverse", pi, using=[p.arith(negation(pi == 0), circle)])
    sizes = [p.arith(2 * k + 1 >= 1, above), p.arith(2 * (k + 1) + 1 >= 0, above), circle, p.arith(
        2 / pi >= 0, p.arith(1 / pi > 0, inverse, circle))]  # fmt: skip
    return p.conclude(formula, [k], powers_defined(p, conclusion, above, *sizes))


@majority.instances
def odd_numbers_of_bits(rng, n):
    """The majority of 2k + 1 <= 41 bits, in turn; ``unforced`` counts the restrictions, of (2k + 1) 4^k, that do not
    force it, by exact enumeration."""
    counts = [int(not_forced_counts(np.ones((1, 2 * k + 1), dtype=np.int64), 1)[0, k + 1]) for k in range(21)]
    half = np.arange(n) % len(counts)
    return {"k": half.astype(float), "unforced": np.array(counts, dtype=float)[half]}


majority.mutant("a tie among n bits", exact, free == odd * binomial(2 * k + 1, k))
majority.mutant("increasing", exact, sqrt(2 * (k + 1) + 1) * tie(k + 1) >= sqrt(odd) * tie(k))

claim.picture(pictures.collapse)
majority.mutant("0.81 for the limit", limit, term("81/100") < sqrt(odd) * tie(k))
majority.mutant("one part in n more", limit, sqrt(2 / pi) * (1 + 1 / odd) < sqrt(odd) * tie(k))
