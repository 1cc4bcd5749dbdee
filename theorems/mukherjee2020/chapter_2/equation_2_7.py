"""Equation (2.7), where breakpoints lie: false as printed, two inequalities point the wrong way; true turned round."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import (
    Term,
    conj,
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
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.training_pieces import (
    AsPrinted,
    Crossings,
    Places,
    SlopeSigns,
    SortedData,
    Turned,
    crossings_exist,
    gap,
    one_line,
    turned_from_crossings,
)

claim = Claim(
    "mukherjee2020", "equation", "2.7", section="2.4", family="landscape",
    title="breakpoint constraints for PWL fit", uses=["equation_2_6"],
    statement=r"""Let $x_1 < \dots < x_D < x_{D+1}$, $1 \le i_1 \le \dots \le i_{w-1} \le D$ and $S_j \in \{-1, 1\}$.
    The pieces $a_j x + b_j$, $1 \le j \le w$, of a piecewise linear function meet in breakpoints between $x_{i_j}$ and
    $x_{i_j + 1}$, with $a_j \le a_{j+1}$ where $S_j = 1$ and $a_j \ge a_{j+1}$ where $S_j = -1$, if and only if for
    $1 \le j \le w - 1$: $S_j (b_{j+1} - b_j - (a_j - a_{j+1}) x_{i_j}) \ge 0$, $S_j (b_{j+1} - b_j - (a_j - a_{j+1})
    x_{i_j + 1}) \le 0$ and $S_j (a_{j+1} - a_j) \ge 0$. (The data are sorted and $x_{D+1}$ is any number beyond, which
    the text leaves out; ends of the intervals count, as the inequalities are weak. The second inequality stands there
    with $x_{i_{j+1}}$, which is read as the end $x_{i_j + 1}$ of the interval.)""",
)  # fmt: skip

w, D, j, k = (integer(name) for name in ("w", "D", "j", "k"))
x, a, b, S, t = (function(name, "int->real") for name in ("x", "a", "b", "S", "t"))
I = function("I", "int->int")
setting = conj(w >= 1, D >= 1, SortedData(x, D), Places(I, w, D), SlopeSigns(S, w))
respected = exists(t, conj(Crossings(t, a, b, I, w, x), every(j, 1, w - 1, S(j) * (a(j + 1) - a(j)) >= 0)))


def in_setting(conclusion: Term) -> Term:
    return forall(w, D, x, I, S, a, b, implies(setting, conclusion))


# One breakpoint: the interval [u, v], two slopes and intercepts, the sign; crossing is where the two lines meet.
left, right, slope, shift, next_slope, next_shift, sign = (real(name) for name in ("u", "v", "a_1", "b_1", "a_2", "b_2",
                                                                                  "S"))  # fmt: skip
crossing, meets = real("t"), integer("meets")
start = sign * (next_shift - shift - (slope - next_slope) * left)
end = sign * (next_shift - shift - (slope - next_slope) * right)
bend = sign * (next_slope - slope)
proper = conj(meets == 1, left <= crossing, crossing <= right, bend >= 0)
printed = claim.variant(
    "printed", in_setting(iff(respected, AsPrinted(a, b, S, I, w, x))), expect="refuted",
    why="With S_j = 1 the line j + 1 runs below the line j before the breakpoint and above it beyond: the first "
        "inequality should be <= 0, the second >= 0. As printed they force all pieces to be one line.",
    counterexample="w = D = 2, x = (-1, 1), i_1 = 1, S_1 = 1, pieces 0 and x, which meet at 0: max(0, x). The first "
                   "inequality says -1 >= 0.",
    observed=implies(proper, conj(start >= 0, end <= 0)),
)  # fmt: skip
repaired = claim.variant(
    "repaired", in_setting(conj(
        iff(respected, Turned(a, b, S, I, w, x)),
        iff(AsPrinted(a, b, S, I, w, x), every(j, 1, w - 1, conj(a(j) == a(j + 1), b(j) == b(j + 1)))))),
    expect="proved",
    why="With the first two inequalities turned round they say where the lines cross. As printed, they say that "
        "all lines are the same. (Two breakpoints in one interval may come out in the wrong order.)",
    observed=implies(proper, conj(start <= 0, end >= 0)),
)  # fmt: skip


@claim.refute(printed)
def by_a_hinge(p: Proof, goal: Term) -> Fact:
    one, two = term(1), term(2)
    x, ones = lam(j, 2 * j - 3), lam(j, one)
    a, b = lam(j, j - 1), lam(j, term(0))
    t = lam(j, term(0))

    def contradiction(claimed: Fact) -> Fact:
        given = p.both(*(p.compute(f) for f in (two >= 1, two >= 1, SortedData(x, two), Places(ones, two, two), (
            SlopeSigns(ones, two)))))  # fmt: skip
        same = claimed.apply(two, two, x, ones, ones, a, b, using=[given])
        wanted = same.left.formula.args[0]
        fine = p.witness(wanted, t, p.both(p.compute(Crossings(t, a, b, ones, two, x)), p.compute(every(
            j, 1, two - 1, ones(j) * (a(j + 1) - a(j)) >= 0))))  # fmt: skip
        first = p.open_definition(p.modus_ponens(same.left, fine)).apply(1, using=[p.compute(
            conj(one >= 1, one <= two - 1))])  # fmt: skip
        return p.arith(false, first.left)

    return p.refute(goal, contradiction)


@claim.prove(repaired)
def by_where_lines_cross(p: Proof, goal: Term) -> Fact:
    (w, D, x, I, S, a, b), (_, _, sorted_data, places, signs), conclusion = p.intro(goal)
    data, place = p.open_definition(sorted_data), p.open_definition(places).left
    signed = p.open_definition(signs)
    equivalence, collapse = conclusion.args

    def forth(given: Fact) -> Fact:
        mark = p.opened
        t, facts = p.obtain(given, "t")
        return p.close(turned_from_crossings(p, a, b, S, I, w, x, t, facts.left, facts.right), mark)

    def back(given: Fact) -> Fact:
        mark = p.opened
        t, cross = p.obtain(crossings_exist(p, a, b, S, I, w, x, given, place, data, signed), "t")
        bent = over(p, 1, w - 1, lambda j, at: p.open_definition(given).apply(j, using=[at]).right.right, "j")
        return p.close(p.witness(equivalence.args[1].args[1], t, p.both(cross, bent)), mark)

    def collapsed(given: Fact) -> Fact:
        return one_line(p, a, b, S, I, w, x, given, place, data, signed)

    def trivially(given: Fact) -> Fact:
        def each(j: Term, at: Fact) -> Fact:
            same = given.apply(j, using=[at]).split()
            values = []
            for end in (x(I(j)), x(I(j) + 1)):
                values.append(p.arith(S(j) * gap(a, b, j, end) == 0, *same, multipliers=[S(j), S(j) * end]))
            values.append(p.arith(S(j) * (a(j + 1) - a(j)) == 0, same[0], multipliers=[S(j)]))
            left = [v.formula.args[0] for v in values]
            return p.both(p.arith(left[0] >= 0, values[0]), p.arith(left[1] <= 0, values[1]), p.arith(
                left[2] >= 0, values[2]))  # fmt: skip

        return p.restate(over(p, 1, w - 1, each, "j"), AsPrinted(a, b, S, I, w, x))

    def both_ways(goal: Term, one, other) -> Fact:
        premises = [p.assume(part.args[0]) for part in goal.args]
        return p.both(p.implication(premises[0].formula, one(premises[0])), p.implication(
            premises[1].formula, other(premises[1])))  # fmt: skip

    fact = p.both(both_ways(equivalence, forth, back), both_ways(collapse, collapsed, trivially))
    return p.conclude(goal, [w, D, x, I, S, a, b], fact)


@claim.satisfied(repaired)
def one_breakpoint(p: Proof, formula: Term) -> Fact:
    two, ones = term(2), lam(j, term(1))
    x = lam(j, j)
    return p.exhibit(formula, [2, 2, x, ones, ones, ones, ones], p.compute(SortedData(x, two)), p.compute(
        Places(ones, two, two)), p.compute(SlopeSigns(ones, two)))  # fmt: skip


@claim.instances
def pairs_of_lines(rng, count):
    """Two lines through a point at ``t`` (or, with meets = 0, apart), an interval around it or not, and a sign."""
    slopes = rng.integers(-4, 5, size=(2, count)) / 2
    t, height = rng.integers(-8, 9, size=count) / 4, rng.integers(-4, 5, size=count) / 2
    meets = rng.integers(0, 4, size=count) > 0
    u = rng.integers(-12, 13, size=count) / 4
    found = {"u": u, "v": u + rng.integers(1, 9, size=count) / 4, "t": t, "meets": meets.astype("float64"),
             "a_1": slopes[0], "a_2": slopes[1], "b_1": height - slopes[0] * t,
             "b_2": height - slopes[1] * t + ~meets, "S": 1.0 - 2 * rng.integers(0, 2, size=count)}  # fmt: skip
    return {name: np.asarray(values, dtype="float64") for name, values in found.items()}


claim.mutant("the first inequality turned alone", repaired, implies(proper, conj(start <= 0, end <= 0)))
claim.mutant("the second inequality turned alone", repaired, implies(proper, conj(start >= 0, end >= 0)))
claim.mutant("wherever the lines meet", repaired, implies(conj(meets == 1, bend >= 0), conj(start <= 0, end >= 0)))
claim.mutant("for any sign", repaired, implies(
    conj(meets == 1, left <= crossing, crossing <= right), conj(start <= 0, end >= 0)))  # fmt: skip
