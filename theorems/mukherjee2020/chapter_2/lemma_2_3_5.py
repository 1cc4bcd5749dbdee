"""Lemma 2.3.5, pieces of a composition of k sawtooths: true; the bound is attained exactly for p odd and k >= 2."""

import itertools

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.pwl import composition, count_pieces_int
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    floor,
    forall,
    function,
    implies,
    integer,
    lam,
    product,
    real,
    term,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.mixed_laps import area_of_laps, crossings, levels_of_laps, mixed_laps
from theorems.mukherjee2020.pwl import Composed, Laps, Pieces, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import (
    Composition,
    flat_condition,
    laps_of_composition,
    one_tent,
    power_positive,
    tent_facts,
    total_pieces,
)
from theorems.mukherjee2020.triangles import Area

claim = Claim(
    "mukherjee2020", "lemma", "2.3.5", section="2.3.1", family="pwl_networks",
    title="pieces of a composition of sawtooths", uses=["definition_5"],
    statement=r"""Let $M > 0$, $p, k \ge 1$ and $a^1, \dots, a^k \in \Delta_M^p$. The composition
    $H = h_{a^k} \circ \dots \circ h_{a^1}$ is piecewise linear with at most $(p+1)^k + 2$ pieces, of which $(p+1)^k$
    lie in $[0, M]$; on each of these it is affine with minimum $0$ and maximum $M$.""",
)  # fmt: skip

M, p, k = real("M"), integer("p"), integer("k")
a, h, H = function("a", "int->int->real"), function("h", "int->real->real"), function("H", "int->real->real")
j, r = integer("j"), integer("r")
laps = (p + 1) ** k
odd = p - 2 * floor(p / 2)


def for_compositions(conclusion: Term) -> Term:
    """For all M > 0, p, k >= 1 and all sawtooths h(1), ..., h(k) composed to H(k)."""
    return forall(M, p, k, a, h, H, implies(
        conj(M > 0, p >= 1, k >= 1, every(j, 1, k, conj(Simplex(a(j), p, M), Sawtooth(h(j), a(j), p, M))),
             Composed(H, h, k)), conclusion))  # fmt: skip


pieces, pieces_inside = integer("pieces"), integer("pieces_inside")

printed = claim.variant(
    "printed", for_compositions(conj(exists(r, conj(r <= laps + 2, Pieces(H(k), r))), Laps(H(k), M, laps))),
    expect="proved",
    why="Each lap of the inner function runs through all p + 1 laps of the next one; only two tails are added.",
    observed=conj(pieces <= laps + 2, pieces_inside == laps),
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", for_compositions(Pieces(H(k), laps + 1 + where(conj(k >= 2, odd == 1), 1, 0))), expect="proved",
    why="The left tail is a piece of its own; the right one continues the last lap, except for p odd and k >= 2.",
    observed=pieces == laps + 1 + where(conj(k >= 2, odd == 1), 1, 0),
)  # fmt: skip


def read(pf: Proof, goal: Term) -> tuple[list[Term], Composition, Fact, Term]:
    """The variables, what is known of the composition, k >= 1, and the conclusion."""
    variables, (positive, some, least, factors, composed), conclusion = pf.intro(goal)
    identity, following = pf.open_definition(composed).split()
    M, p, k, a, h, H = variables
    return variables, Composition(M, p, k, a, h, H, positive, some, factors, identity, following), least, conclusion


@claim.prove(printed)
def by_induction_on_k(pf: Proof, goal: Term) -> Fact:
    variables, c, least, conclusion = read(pf, goal)
    inside, counted = total_pieces(pf, c, least).split()
    return pf.conclude(goal, variables, pf.both(some_count(pf, conclusion.args[0], c, counted), inside))


def some_count(pf: Proof, goal: Term, c: Composition, counted: Fact) -> Fact:
    """exists r, bounds on r and Pieces(H(k), r), from the exact count."""
    N = (c.p + 1) ** c.k
    return pf.by_cases(
        counted, lambda f: pf.exhibit(goal, [N + 2], f.right), lambda f: pf.exhibit(goal, [N + 1], f.right)
    )


def at_most_two_more(pf: Proof, goal: Term) -> Fact:
    """(p+1)^k laps, and one or two pieces more in all: what Theorem 2.3.2 needs."""
    variables, c, least, conclusion = read(pf, goal)
    inside, counted = total_pieces(pf, c, least).split()
    return pf.conclude(goal, variables, pf.both(inside, some_count(pf, conclusion.args[1], c, counted)))


@claim.prove(sharpened)
def with_both_tails(pf: Proof, goal: Term) -> Fact:
    variables, c, least, _conclusion = read(pf, goal)
    counted = total_pieces(pf, c, least).right
    N, condition = (c.p + 1) ** c.k, flat_condition(c)

    def exactly(rule: str, n: Term, fact: Fact) -> Fact:
        bonus = pf.lemma(rule, condition, 1, 0, using=[fact.left])
        return pf.rewrite(fact.right, pf.arith(n == N + 1 + where(condition, 1, 0), bonus))

    return pf.conclude(goal, variables, pf.by_cases(counted, lambda f: exactly("if_true", N + 2, f),
                                                    lambda f: exactly("if_false", N + 1, f)))  # fmt: skip


@claim.satisfied(printed, sharpened)
def one_tent_function(pf: Proof, formula: Term) -> Fact:
    return one_tent(pf, formula)


@claim.instances
def integer_knots(rng, n):
    """Compositions with random integer knots, p <= 5 and k <= 4 with (p+1)^k <= 256, their pieces counted exactly."""
    shapes = [(p, k) for p in range(1, 6) for k in range(1, 5) if (p + 1) ** k <= 256]
    share = -(-n // len(shapes))
    columns = {name: [] for name in ("p", "k", "pieces", "pieces_inside")}
    for p, k in shapes:
        knots = [np.sort(rng.permuted(np.tile(np.arange(1, 32), (share, 1)), axis=1)[:, :p], axis=1) for _ in range(k)]
        counts = count_pieces_int(knots, 32)
        for name, values in zip(
            columns, (np.full(share, p), np.full(share, k), counts.line, counts.interval), strict=True
        ):
            columns[name].append(values)
    order = rng.permutation(share * len(shapes))[:n]
    return {name: np.concatenate(values).astype("float64")[order] for name, values in columns.items()}


claim.mutant("one piece fewer", printed, pieces <= laps + 1)
claim.mutant("one lap fewer", printed, pieces_inside <= laps - 1)
claim.mutant("always two tails", sharpened, pieces == laps + 2)
claim.mutant("a flat tail whenever k >= 2", sharpened, pieces == laps + 1 + where(k >= 2, 1, 0))

claim.picture(pictures.compositions)

# Different numbers of nodes, as in Figure 2.1.

n = function("p", "int->int")
first, second, third = integer("p_1"), integer("p_2"), integer("p_3")

mixed = Claim(
    "mukherjee2020",
    "lemma",
    "2.3.5",
    slug="mixed_p",
    section="2.3.1",
    family="pwl_networks",
    title="sawtooths with different numbers of nodes",
    uses=["lemma_2_3_5"],
    statement=r"""If the $k$ sawtooths have $p_1, \dots, p_k \ge 1$ nodes, their composition has $(p_1 + 1) \cdots
    (p_k + 1)$ pieces on $[0, M]$, each with minimum $0$ and maximum $M$.""",
)
all_laps = product(j, 1, k, n(j) + 1)
mixed_printed = mixed.variant(
    "printed",
    forall(M, n, k, a, h, H, implies(
        conj(M > 0, k >= 1, every(j, 1, k, conj(n(j) >= 1, Simplex(a(j), n(j), M), Sawtooth(h(j), a(j), n(j), M))),
             Composed(H, h, k)), Laps(H(k), M, all_laps))),
    expect="proved",
    why="The induction never uses that the numbers are equal.",
    observed=pieces_inside == (first + 1) * (second + 1) * (third + 1),
)  # fmt: skip


@mixed.prove(mixed_printed)
def by_the_same_induction(pf: Proof, goal: Term) -> Fact:
    variables, (positive, least, factors, composed), _ = pf.intro(goal)
    M, n, k, a, h, H = variables
    laps = mixed_laps(pf, M, n, k, a, h, H, positive, factors, composed)
    at = laps.apply(k, using=[pf.arith(k >= 0, least), pf.arith(k <= k)])
    return pf.conclude(goal, variables, at.right)


@mixed.satisfied(mixed_printed)
def a_single_tent(pf: Proof, formula: Term) -> Fact:
    (M, _, k, a, h, H), facts = tent_facts(pf)
    factors = over(pf, 1, k, lambda j, place: pf.both(pf.arith(term(1) >= 1), facts[0].apply(j, using=[place])), "j")
    return pf.exhibit(formula, [M, lam(j, term(1)), k, a, h, H], factors, facts[1])


@mixed.instances
def three_lengths(rng, n):
    """Compositions of three sawtooths with 1 to 4 random integer knots each, their pieces on [0, M] counted exactly; at
    most 64 of them, drawn with repetition."""
    rows = []
    for _ in range(min(n, 64)):
        lengths = rng.integers(1, 5, 3)
        knots = [np.sort(rng.permutation(np.arange(1, 12))[:length]).tolist() for length in lengths]
        found = composition(knots, 12)
        rows.append((*lengths, 1 + sum(0 < b < 12 for b in found.breakpoints)))
    chosen = np.array(rows, dtype="float64")[rng.integers(0, len(rows), size=n)].T
    return dict(zip(("p_1", "p_2", "p_3", "pieces_inside"), chosen, strict=True))


mixed.mutant("the largest number for all", mixed_printed, pieces_inside == (first + 1) ** 3)

# Levels and the area.

y, crossed, height = real("y"), integer("crossed"), real("height")
area_twice = integer("area_twice")

measure = Claim(
    "mukherjee2020",
    "lemma",
    "2.3.5",
    slug="measure",
    section="2.3.1",
    family="pwl_networks",
    title="levels and the area of a composition",
    uses=["lemma_2_3_5"],
    statement=r"""On $[0, M]$ the composition $H = h_{a^k} \circ \dots \circ h_{a^1}$ takes every value $y$ with $0 <
    y < M$ at exactly $(p+1)^k$ points, and its integral is $M^2/2$.""",
)
measured = measure.variant(
    "printed",
    for_compositions(conj(
        forall(y, implies(conj(y > 0, y < M), crossings(H(k), M, laps, y))), Area(H(k), 0, M, M * M / 2))),
    expect="proved",
    why="Every lap crosses the level once, and is one side of a triangle of height M.",
    observed=conj(crossed == laps, area_twice == height * height),
)


@measure.prove(measured)
def lap_by_lap(pf: Proof, goal: Term) -> Fact:
    variables, c, least, conclusion = read(pf, goal)
    N, F = (c.p + 1) ** c.k, c.H(c.k)
    whole = laps_of_composition(pf, c).apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    count = power_positive(pf, c.p + 1, c.some).apply(c.k, using=[least])
    area = area_of_laps(pf, F, c.M, N, count, whole)
    (y,), (low, high), _ = pf.intro(conclusion.args[0])
    levels = levels_of_laps(pf, F, c.M, N, c.positive, count, whole, y, low, high)
    return pf.conclude(goal, variables, pf.both(pf.conclude(conclusion.args[0], [y], levels), area))


measure.satisfied(measured)(one_tent_function)


@measure.instances
def crossings_counted(rng, n):
    """Compositions with random integer knots, p <= 3 and k <= 3, M = 8: how often they cross a random level strictly
    between 0 and M, and twice their integral over [0, M], exactly; at most 64 of them, drawn with repetition."""
    rows = []
    for _ in range(min(n, 64)):
        p, k = int(rng.integers(1, 4)), int(rng.integers(1, 4))
        knots = [np.sort(rng.permutation(np.arange(1, 8))[:p]).tolist() for _ in range(k)]
        found = composition(knots, 8)
        cuts = sorted({0, 8, *(b for b in found.breakpoints if 0 < b < 8)})
        values = [found(b) for b in cuts]
        y = int(rng.integers(1, 8))
        crossed = sum((u < y) != (v < y) for u, v in itertools.pairwise(values))
        twice = sum((d - b) * (u + v) for (b, d), (u, v) in zip(
            itertools.pairwise(cuts), itertools.pairwise(values), strict=True))  # fmt: skip
        rows.append((p, k, crossed, float(twice), 8))
    chosen = np.array(rows, dtype="float64")[rng.integers(0, len(rows), size=n)].T
    return dict(zip(("p", "k", "crossed", "area_twice", "height"), chosen, strict=True))


measure.mutant("one level point fewer", measured, crossed == laps - 1)
measure.mutant("the area of one lap", measured, area_twice * laps == height * height)
