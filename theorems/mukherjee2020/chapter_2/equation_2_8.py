"""Equation (2.8), the fit splits into pieces: true, but of straight lines alone; with (2.7) mended, not for all I."""

from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
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
    iff,
    implies,
    integer,
    lam,
    real,
    term,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.training import written_out
from theorems.mukherjee2020.training_pieces import (
    AsPrinted,
    Bridged,
    Crossings,
    Pieced,
    Places,
    SlopeSigns,
    SortedData,
    Turned,
    crossings_exist,
    fitted,
    joined_pieces,
    loss,
    on_pieces,
    one_line,
    sorted_between,
    split_sum,
    turned_from_crossings,
)

w, D, j, k = (integer(name) for name in ("w", "D", "j", "k"))
x, y, a, b, S, t = (function(name, "int->real") for name in ("x", "y", "a", "b", "S", "t"))
I, ell, f = function("I", "int->int"), function("ell", "real->real"), function("f", "real->real")
least = real("m")


@define
def FamilyAsPrinted(f: "real->real", S: "int->real", I: "int->int", w: "int", x: "int->real") -> Term:
    """PWL_{I,S}: f has w pieces, with breakpoints in the intervals of I, that satisfy (2.7) as printed."""
    return exists(a, b, t, conj(AsPrinted(a, b, S, I, w, x), Crossings(t, a, b, I, w, x), Pieced(f, t, a, b, w)))


@define
def Family(f: "real->real", S: "int->real", I: "int->int", w: "int", x: "int->real") -> Term:
    """PWL_{I,S} with the first two inequalities of (2.7) turned round."""
    return exists(a, b, t, conj(Turned(a, b, S, I, w, x), Crossings(t, a, b, I, w, x), Pieced(f, t, a, b, w)))


def same_bounds(family, rules) -> Term:
    """Both sides of (2.8) have the same lower bounds."""
    return forall(least, iff(
        forall(f, implies(family(f, S, I, w, x), loss(ell, f, x, y, D) >= least)),
        forall(a, b, implies(rules(a, b, S, I, w, x), fitted(ell, a, b, I, w, x, y, D) >= least))))  # fmt: skip


def in_setting(*parts: Term) -> Term:
    setting = conj(w >= 1, D >= 1, SortedData(x, D), Places(I, w, D), SlopeSigns(S, w))
    return forall(w, D, x, y, I, S, ell, implies(setting, *parts))


claim = Claim(
    "mukherjee2020", "equation", "2.8", section="2.4", family="landscape", title="PWL fit splits into pieces",
    uses=["equation_2_7"],
    statement=r"""Let $x_1 < \dots < x_D$, $I = (i_1 \le \dots \le i_{w-1})$ and $S \in \{-1, 1\}^{w-1}$; let $D_j$ hold
    the $x_i$ with $i_{j-1} < i \le i_j$ (without the first condition for $j = 1$ and the second for $j = w$). The
    least $\sum_i \ell(f(x_i) - y_i)$ over the functions $f$ with pieces $a_j x + b_j$ whose breakpoints, in the
    intervals of $I$, satisfy (2.7) is the least $\sum_j \sum_{x_i \in D_j} \ell(a_j x_i + b_j - y_i)$ over the $(a_j,
    b_j)$ that satisfy (2.7). (As minima need not exist: both have the same lower bounds.)""",
)  # fmt: skip

# At x_i, with three pieces and breakpoints behind x_place and x_later: the values of the function and of the pieces.
number, place, later = integer("i"), integer("place"), integer("later")
value, first, second, third = (real(name) for name in ("value", "first", "second", "third"))
one_meets, other_meets = real("t_1"), real("t_2")  # where the lines meet
in_blocks = where(number <= place, first, where(number <= later, second, third))
printed = claim.variant(
    "printed", in_setting(same_bounds(FamilyAsPrinted, AsPrinted)), expect="proved",
    why="Each x_i lies in one D_j, and there f is the piece j. But (2.7) as printed leaves only straight lines.",
    observed=implies(place < later, value == in_blocks),
)  # fmt: skip


def from_functions(p: Proof, family, f: Term, at: list[Term], facts: list[Fact], bound: Fact, low: Term) -> Fact:
    """The loss of f is at least ``low``: it is the right side for its pieces; ``bound`` bounds that."""
    w, D, x, y, I, S, ell = at
    width, points, sorted_data, places, _ = facts
    member = p.assume(family(f, S, I, w, x))
    mark = p.opened
    a, b, t, known = p.obtain(p.open_definition(member), "a", "b", "t")
    rules, cross, pieced = known.split()
    on = on_pieces(p, f, t, a, b, I, w, x, D, sorted_data, places, pieced, cross)
    same = split_sum(p, ell, f, a, b, I, w, x, y, D, places, width, points, on)
    fact = p.arith(loss(ell, f, x, y, D) >= low, same, bound.apply(a, b, using=[rules]))
    return p.implication(member.formula, p.close(fact, mark))


@claim.prove(printed)
def of_straight_lines(p: Proof, goal: Term) -> Fact:
    at, facts, conclusion = p.intro(goal)
    (*at, low), (w, D, x, y, I, S, ell) = at, at[:7]
    width, points, sorted_data, places, signs = facts
    place, data, signed = p.open_definition(places).left, p.open_definition(sorted_data), p.open_definition(signs)
    functions, weights = conclusion.args[0].args

    def forth(given: Fact) -> Fact:
        a, b = p.fresh("a", "int->real"), p.fresh("b", "int->real")
        rules = p.assume(AsPrinted(a, b, S, I, w, x))
        same = one_line(p, a, b, S, I, w, x, rules, place, data, signed)
        z = real("x")
        f, t = lam(z, a(1) * z + b(1)), lam(j, x(I(j)))

        def crossing(j: Term, at: Fact) -> Fact:
            wide = data.apply(I(j), using=place.apply(j, using=[at]).split())
            meet = a(j) * t(j) + b(j) == a(j + 1) * t(j) + b(j + 1)
            return p.both(p.arith(x(I(j)) <= t(j)), p.arith(t(j) <= x(I(j) + 1), wide), p.arith(
                meet, same.apply(j, using=[at]), multipliers=[1, t(j)]))  # fmt: skip

        cross = over(p, 1, w - 1, crossing, "j")
        cross = p.restate(cross, Crossings(t, a, b, I, w, x))
        order = over(p, 1, w - 2, lambda j, at: p.arith(t(j) <= t(j + 1), sorted_between(
            p, x, D, sorted_data, I(j), I(j + 1), p.open_definition(places).right.apply(j, using=[at]), place.apply(
                j, using=[at.left, p.arith(j <= w - 1, at)]), place.apply(j + 1, using=[at]))), "j")  # fmt: skip
        constant = [equal_along(p, e, w, over(p, 1, w - 1, lambda j, at, pick=pick: getattr(
            same.apply(j, using=[at]), pick), "j")) for e, pick in ((a, "left"), (b, "right"))]  # fmt: skip
        q = p.fresh("x", "real")

        def piece(j: Term, at: Fact) -> Fact:
            started, ended = p.assume(either(j == 1, t(j - 1) <= q)), p.assume(either(j == w, q <= t(j)))
            fact = p.arith(f(q) == a(j) * q + b(j), *(e.apply(j, using=[at]) for e in constant), multipliers=[1, q])
            return p.general(q, p.implication(started.formula, p.implication(ended.formula, fact)))

        pieced = p.restate(p.both(order, over(p, 1, w, piece, "j")), Pieced(f, t, a, b, w))
        member = FamilyAsPrinted(f, S, I, w, x)
        inner = p.open_definition(p.assume(member)).formula
        belongs = p.restate(p.witness(inner, a, b, t, p.both(rules, cross, pieced)), member)
        on = on_pieces(p, f, t, a, b, I, w, x, D, sorted_data, places, pieced, cross)
        equal = split_sum(p, ell, f, a, b, I, w, x, y, D, places, width, points, on)
        fact = p.arith(fitted(ell, a, b, I, w, x, y, D) >= low, equal, given.apply(f, using=[belongs]))
        return p.general(a, b, p.implication(rules.formula, fact))

    def back(given: Fact) -> Fact:
        f = p.fresh("f", "real->real")
        return p.general(f, from_functions(p, FamilyAsPrinted, f, [w, D, x, y, I, S, ell], facts, given, low))

    one, other = p.assume(functions), p.assume(weights)
    fact = p.both(p.implication(functions, forth(one)), p.implication(weights, back(other)))
    return p.conclude(goal, [w, D, x, y, I, S, ell, low], fact)


def equal_along(p: Proof, e: Term, w: Term, same: Fact) -> Fact:
    """forall m >= 1: m <= w => e(1) = e(m), from e(j) = e(j + 1) for 1 <= j <= w - 1."""

    def claim(m: Term) -> Term:
        return implies(m <= w, e(1) == e(m))

    def step(m: Term, above: Fact, here: Fact) -> Fact:
        bound = p.assume(m + 1 <= w)
        following = same.apply(m, using=[above, p.arith(m <= w - 1, bound)])
        return p.implication(bound.formula, p.arith(e(1) == e(m + 1), p.modus_ponens(here, p.arith(
            m <= w, bound)), following))  # fmt: skip

    base = p.implication(term(1) <= w, p.arith(e(1) == e(1)))
    return p.induction("m", 1, claim, lambda: base, step)


@claim.satisfied(printed)
def two_points(p: Proof, formula: Term) -> Fact:
    two, ones, x, zero = term(2), lam(j, term(1)), lam(j, j), lam(j, term(0))
    nothing = lam(real("z"), term(0))
    return p.exhibit(formula, [2, 2, x, zero, ones, ones, nothing], p.compute(SortedData(x, two)), p.compute(
        Places(ones, two, two)), p.compute(SlopeSigns(ones, two)))  # fmt: skip


@claim.instances
def three_pieces(rng, count):
    """Five integer points; three lines, which meet behind the points ``place`` and ``later`` (which may be equal; the
    lines may then meet in the wrong order); at the point i, the values of the lines and of the sum of the first one and
    of hinges at the two meeting points."""
    x = np.sort(rng.random((count, 12)).argsort(axis=1)[:, :5], axis=1)
    places = np.sort(rng.integers(1, 5, size=(count, 2)), axis=1)
    rows = np.arange(count)
    starts, ends = (np.stack([x[rows, places[:, m] - 1 + e] for m in (0, 1)]) for e in (0, 1))
    t = starts + (ends - starts) * rng.integers(0, 5, size=(2, count)) / 4
    slopes = rng.integers(-3, 4, size=(3, count)).astype("float64")
    shifts = [rng.integers(-3, 4, size=count).astype("float64")]
    for m in (0, 1):
        shifts.append(shifts[m] + (slopes[m] - slopes[m + 1]) * t[m])
    i = rng.integers(1, 6, size=count)
    at = x[rows, i - 1]
    lines = [a * at + b for a, b in zip(slopes, shifts, strict=True)]
    value = lines[0] + sum((slopes[m + 1] - slopes[m]) * np.maximum(0, at - t[m]) for m in (0, 1))
    found = {"i": i, "place": places[:, 0], "later": places[:, 1], "value": value, "t_1": t[0], "t_2": t[1]}
    found |= dict(zip(("first", "second", "third"), lines, strict=True))
    return {name: np.asarray(column, dtype="float64") for name, column in found.items()}


claim.mutant("the last point of a block counted to the next", printed, implies(place < later, value == where(
    number < place, first, where(number < later, second, third))))  # fmt: skip
claim.mutant("the first point of a block counted to the one before", printed, implies(place < later, value == where(
    number <= place + 1, first, where(number <= later + 1, second, third))))  # fmt: skip

# With (2.7) turned round.

turned = Claim(
    "mukherjee2020", "equation", "2.8", slug="turned", section="2.4", family="landscape",
    title="PWL fit splits, with (2.7) turned round", uses=["equation_2_7", "equation_2_8"],
    statement=r"""(2.8) with the first two inequalities of (2.7) turned round, for each $I = (i_1 \le \dots \le
    i_{w-1})$ and each $S \in \{-1, 1\}^{w-1}$.""",
)  # fmt: skip
for_all_places = turned.variant(
    "printed", in_setting(same_bounds(Family, Turned)), expect="refuted",
    why="Two breakpoints in one interval may come out in the wrong order; then no function has these pieces.",
    counterexample="w = 3, squared loss, x = -2, -1, 1, 2 with labels 0, 0, -1, -1, I = (2, 2), S = (1, -1): the "
                   "pieces 0, 2 x, -1 satisfy (2.7) turned round and leave 0; functions that bend up first leave 1/14.",
    observed=one_meets <= other_meets,
)  # fmt: skip
strictly = turned.variant(
    "repaired", in_setting(every(j, 1, w - 2, I(j) < I(j + 1)), same_bounds(Family, Turned)), expect="proved",
    why="With one breakpoint to an interval they are in order, and the pieces fit together. (With several, another S "
        "does: see below.)",
    observed=implies(place < later, conj(one_meets <= other_meets, value == in_blocks)),
)  # fmt: skip


@turned.refute(for_all_places)
def by_lines_in_the_wrong_order(p: Proof, goal: Term) -> Fact:
    """Where pieces 2 and 3 meet, the piece 3 is not below the piece 1, from which the piece 2 rises."""
    one, two, three, four = (term(number) for number in (1, 2, 3, 4))
    x, y = lam(j, where(j <= 2, j - 3, j - 2)), lam(j, where(j <= 2, 0, -1))
    I, S = lam(j, two), lam(j, 3 - 2 * j)
    a, b = lam(j, where(j == 2, 2, 0)), lam(j, where(j == 3, -1, 0))
    z = real("z")
    square = lam(z, z**2)
    low = term(Fraction(1, 14))
    xs = (-2, -1, 1, 2)
    ends = {number: p.compute(x(number) == q) for number, q in zip((1, 2, 3, 4), xs, strict=True)}
    labels = {number: p.compute(y(number) == q) for number, q in zip((1, 2, 3, 4), (0, 0, -1, -1), strict=True)}

    def every_function() -> Fact:
        f = p.fresh("f", "real->real")
        member = p.assume(Family(f, S, I, three, x))
        mark = p.opened
        a, b, t, facts = p.obtain(p.open_definition(member), "a", "b", "t")
        rules, cross, pieced = (p.open_definition(fact) for fact in facts.split())
        places = {m: p.compute(conj(term(m) >= 1, term(m) <= three - 1)) for m in (1, 2)}
        at = {m: cross.apply(m, using=[places[m]]) for m in (1, 2)}
        known = [fact for m in (1, 2) for fact in at[m].split()] + [p.congruent(e, p.ring(term(m) + 1, m + 1))
                                                                   for m in (1, 2) for e in (a, b)]  # fmt: skip
        known += [p.compute(x(I(m)) == -1) for m in (1, 2)] + [p.compute(x(I(m) + 1) == 1) for m in (1, 2)]
        rise = p.arith(a(2) >= a(1), rules.apply(1, using=[places[1]]).right.right, *known, p.compute(S(1) == 1))
        order = p.arith(t(1) <= t(2), pieced.left.apply(1, using=[p.compute(conj(one >= 1, one <= three - 2))]), (
            p.congruent(t, p.ring(one + 1, 2))))  # fmt: skip
        values = []
        for number, piece in ((1, 1), (2, 1), (3, 3), (4, 3)):
            here = pieced.right.apply(piece, using=[p.compute(conj(term(piece) >= 1, term(piece) <= three))])(x(number))
            for _ in range(2):
                wanted = here.formula.args[0]
                done = wanted.args[0].args[0].index == wanted.args[0].args[1].index
                if done:
                    part = p.or_intro(wanted, p.ring(*wanted.args[0].args))
                else:
                    moved = p.congruent(t, p.ring(three - 1, 2))
                    part = p.or_intro(wanted, p.arith(wanted.args[1], *known, ends[number], moved))
                here = p.modus_ponens(here, part)
            values.append(p.arith(f(x(number)) == a(piece) * xs[number - 1] + b(piece), here, ends[number],
                                  multipliers=[1, a(piece)]))  # fmt: skip
        above = p.arith(a(3) * t(2) + b(3) >= a(1) * t(2) + b(1), p.arith(
            (a(2) - a(1)) * (t(2) - t(1)) >= 0, rise, order), *known)  # fmt: skip
        h = t(2)
        small = p.arith(h * h <= 1, p.arith(-1 <= h, *known), p.arith(h <= 1, *known))
        r = [f(x(number)) - q for number, q in zip((1, 2, 3, 4), (0, 0, -1, -1), strict=True)]
        c = [1 + h, -(2 + h), 2 - h, -(1 - h)]
        bound = p.arith(c[0] * r[0] + c[1] * r[1] + c[2] * r[2] + c[3] * r[3] >= 1, above, *values, multipliers=[1, h])
        total = written_out(p, 4, lam(k, square(f(x(k)) - y(k))))
        terms = [p.arith(square(f(x(number)) - y(number)) == r[number - 1] ** 2, labels[number], multipliers=[
            1, y(number), f(x(number))]) for number in (1, 2, 3, 4)]  # fmt: skip
        least = p.arith(r[0] ** 2 + r[1] ** 2 + r[2] ** 2 + r[3] ** 2 >= low, bound, small, squares=[
            r[m] - c[m] * low for m in range(4)])  # fmt: skip
        fact = p.arith(loss(square, f, x, y, four) >= low, least, *terms, *total)
        return p.general(f, p.implication(member.formula, p.close(fact, mark)))

    everything = every_function()

    def contradiction(claimed: Fact) -> Fact:
        given = p.both(*(p.compute(fact) for fact in (three >= 1, four >= 1, SortedData(x, four), Places(
            I, three, four), SlopeSigns(S, three))))  # fmt: skip
        same = claimed.apply(three, four, x, y, I, S, square, using=[given])(low).left
        pieces = p.modus_ponens(same, everything).apply(a, b, using=[p.compute(Turned(a, b, S, I, three, x))])
        return p.arith(false, pieces, p.compute(fitted(square, a, b, I, three, x, y, four) == 0))

    return p.refute(goal, contradiction)


@turned.prove(strictly)
def by_hinges(p: Proof, goal: Term) -> Fact:
    variables, facts, conclusion = p.intro(goal)
    w, D, x, y, I, S, ell, low = variables
    width, points, sorted_data, places, signs, apart = facts
    place, data, signed = p.open_definition(places).left, p.open_definition(sorted_data), p.open_definition(signs)
    functions, weights = conclusion.args[0].args

    def forth(given: Fact) -> Fact:
        a, b = p.fresh("a", "int->real"), p.fresh("b", "int->real")
        rules = p.assume(Turned(a, b, S, I, w, x))
        mark = p.opened
        t, cross = p.obtain(crossings_exist(p, a, b, S, I, w, x, rules, place, data, signed), "t")
        inside = p.open_definition(cross)

        def following(j: Term, at: Fact) -> Fact:
            one, other = (p.both(p.arith(1 <= q, at), p.arith(q <= w - 1, at)) for q in (j, j + 1))
            step = sorted_between(p, x, D, sorted_data, I(j) + 1, I(j + 1), apart.apply(j, using=[at]), place.apply(
                j, using=[one]), place.apply(j + 1, using=[other]))  # fmt: skip
            return p.arith(t(j) <= t(j + 1), step, inside.apply(j, using=[one]), inside.apply(j + 1, using=[other]))

        order = over(p, 1, w - 2, following, "j")
        meet = over(p, 1, w - 1, lambda j, at: inside.apply(j, using=[at]).right.right, "j")
        f, pieced = joined_pieces(p, t, a, b, w, width, order, meet)
        member = Family(f, S, I, w, x)
        inner = p.open_definition(p.assume(member)).formula
        belongs = p.restate(p.witness(inner, a, b, t, p.both(rules, cross, pieced)), member)
        on = on_pieces(p, f, t, a, b, I, w, x, D, sorted_data, places, pieced, cross)
        equal = split_sum(p, ell, f, a, b, I, w, x, y, D, places, width, points, on)
        fact = p.arith(fitted(ell, a, b, I, w, x, y, D) >= low, equal, given.apply(f, using=[belongs]))
        return p.general(a, b, p.implication(rules.formula, p.close(fact, mark)))

    def back(given: Fact) -> Fact:
        f = p.fresh("f", "real->real")
        return p.general(f, from_functions(p, Family, f, variables[:7], facts[:5], given, low))

    one, other = p.assume(functions), p.assume(weights)
    fact = p.both(p.implication(functions, forth(one)), p.implication(weights, back(other)))
    return p.conclude(goal, variables, fact)


@turned.satisfied(strictly)
def two_points_again(p: Proof, formula: Term) -> Fact:
    two, ones, x, zero = term(2), lam(j, term(1)), lam(j, j), lam(j, term(0))
    nothing = lam(real("z"), term(0))
    return p.exhibit(formula, [2, 2, x, zero, ones, ones, nothing], p.compute(SortedData(x, two)), p.compute(
        Places(ones, two, two)), p.compute(SlopeSigns(ones, two)), p.compute(every(
            j, 1, two - 2, ones(j) < ones(j + 1))))  # fmt: skip


turned.instances(three_pieces)
turned.mutant("the last point of a block counted to the next", strictly, implies(place < later, value == where(
    number < place, first, where(number < later, second, third))))  # fmt: skip
turned.mutant("breakpoints apart", strictly, implies(place < later, one_meets < other_meets))
turned.mutant("the middle piece left out", strictly, implies(place < later, value == where(
    number <= place, first, third)))  # fmt: skip


# Over all signs.

all_signs = Claim(
    "mukherjee2020", "equation", "2.8", slug="all_signs", section="2.4", family="landscape",
    title="PWL fit splits, over all signs", uses=["equation_2_8.turned"],
    statement=r"""With the first two inequalities of (2.7) turned round, the least value of the left side of (2.8) over
    all $S \in \{-1, 1\}^{w-1}$ is that of the right side, for each $I = (i_1 \le \dots \le i_{w-1})$.""",
)  # fmt: skip
whatever_signs = forall(w, D, x, y, I, ell, implies(conj(w >= 1, D >= 1, SortedData(x, D), Places(I, w, D)), forall(
    least, iff(
        forall(S, f, implies(SlopeSigns(S, w), Family(f, S, I, w, x), loss(ell, f, x, y, D) >= least)),
        forall(S, a, b, implies(SlopeSigns(S, w), Turned(a, b, S, I, w, x), fitted(
            ell, a, b, I, w, x, y, D) >= least))))))  # fmt: skip
bridge = real("bridge")  # the value at x_i, with the middle piece replaced where both breakpoints lie in one interval
over_all_signs = all_signs.variant(
    "printed", whatever_signs, expect="proved",
    why="Between breakpoints in one interval the values at its ends can be joined by a line, with other signs; no data "
        "lie there.", observed=bridge == in_blocks,
)  # fmt: skip


@all_signs.prove(over_all_signs)
def by_bridges(p: Proof, goal: Term) -> Fact:
    variables, facts, conclusion = p.intro(goal)
    w, D, x, y, I, ell, low = variables
    width, points, sorted_data, places = facts
    place, data = p.open_definition(places).left, p.open_definition(sorted_data)
    functions, weights = conclusion.args[0].args

    def forth(given: Fact) -> Fact:
        S, a, b = (p.fresh(name, "int->real") for name in ("S", "a", "b"))
        signs, rules = p.assume(SlopeSigns(S, w)), p.assume(Turned(a, b, S, I, w, x))
        mark = p.opened
        t, cross = p.obtain(crossings_exist(p, a, b, S, I, w, x, rules, place, data, p.open_definition(signs)), "t")
        bridged = Bridged(p, a, b, I, w, x, D, t, sorted_data, places, cross, width)
        crossings = bridged.crossings()
        order = bridged.in_turn(crossings)
        lines = bridged.a, bridged.b
        meet = over(p, 1, w - 1, lambda j, at: p.open_definition(crossings).apply(j, using=[at]).right.right, "j")
        f, pieced = joined_pieces(p, bridged.places_of, *lines, w, width, order, meet)
        turns = lam(j, where(bridged.a(j) <= bridged.a(j + 1), 1, -1))

        def sign(j: Term, prove) -> Fact:
            return p.decide(bridged.a(j) <= bridged.a(j + 1), *[lambda side: prove(side, p.lemma(
                "if_false" if side.formula.op == "not" else "if_true", *turns(j).args, using=[side]))] * 2)  # fmt: skip

        new_signs = over(p, 1, w - 1, lambda j, _: sign(j, lambda _, value: p.or_intro(
            either(turns(j) == 1, turns(j) == -1), value)), "j")  # fmt: skip
        new_signs = p.restate(new_signs, SlopeSigns(turns, w))
        bends = over(p, 1, w - 1, lambda j, _: sign(j, lambda side, value: p.arith(
            turns(j) * (bridged.a(j + 1) - bridged.a(j)) >= 0, side, value, multipliers=[
                bridged.a(j + 1) - bridged.a(j)])), "j")  # fmt: skip
        turned_ = turned_from_crossings(p, *lines, turns, I, w, x, bridged.places_of, crossings, bends)
        member = Family(f, turns, I, w, x)
        inner = p.open_definition(p.assume(member)).formula
        belongs = p.restate(p.witness(inner, *lines, bridged.places_of, p.both(turned_, crossings, pieced)), member)
        on = on_pieces(p, f, bridged.places_of, *lines, I, w, x, D, sorted_data, places, pieced, crossings)
        equal = split_sum(p, ell, f, *lines, I, w, x, y, D, places, width, points, on)
        bound = given.apply(turns, f, using=[new_signs, belongs])
        fact = p.arith(fitted(ell, a, b, I, w, x, y, D) >= low, equal, bridged.same_fit(ell, y), bound)
        fact = p.implication(signs.formula, p.implication(rules.formula, p.close(fact, mark)))
        return p.general(S, a, b, fact)

    def back(given: Fact) -> Fact:
        S, f = p.fresh("S", "int->real"), p.fresh("f", "real->real")
        signs = p.assume(SlopeSigns(S, w))
        a, b = p.fresh("a", "int->real"), p.fresh("b", "int->real")
        rules = p.assume(Turned(a, b, S, I, w, x))
        bound = p.general(a, b, p.implication(rules.formula, given.apply(S, a, b, using=[signs, rules])))
        fact = from_functions(p, Family, f, [w, D, x, y, I, S, ell], [*facts, signs], bound, low)
        return p.general(S, f, p.implication(signs.formula, fact))

    one, other = p.assume(functions), p.assume(weights)
    fact = p.both(p.implication(functions, forth(one)), p.implication(weights, back(other)))
    return p.conclude(goal, variables, fact)


@all_signs.satisfied(over_all_signs)
def any_two_points(p: Proof, formula: Term) -> Fact:
    two, ones, x, zero = term(2), lam(j, term(1)), lam(j, j), lam(j, term(0))
    nothing = lam(real("z"), term(0))
    return p.exhibit(formula, [2, 2, x, zero, ones, nothing], p.compute(SortedData(x, two)), p.compute(
        Places(ones, two, two)))  # fmt: skip


@all_signs.instances
def bridged_pieces(rng, count):
    """The same; where two breakpoints lie in one interval, the value of the function that joins the first line at its
    left end to the last line at its right end."""
    found = three_pieces(rng, count)
    same = found["place"] == found["later"]
    joined = np.where(found["i"] <= found["place"], found["first"], found["third"])
    return found | {"bridge": np.where(same, joined, found["value"])}


all_signs.mutant("the middle piece kept at the right end", over_all_signs, bridge == where(
    number <= place, first, where(number <= later + 1, second, third)))  # fmt: skip
all_signs.mutant("the middle piece everywhere", over_all_signs, implies(place < later, bridge == where(
    number < place, first, where(number <= later, second, third))))  # fmt: skip
