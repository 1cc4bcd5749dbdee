"""Lemma 2.3.5, pieces of a composition of k sawtooths: true; the bound is attained exactly for p odd and k >= 2."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.pwl import count_pieces_int
from numerics.terms import Term, conj, every, exists, floor, forall, function, implies, integer, real, where
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.pwl import Composed, Laps, Pieces, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import Composition, flat_condition, one_tent, total_pieces

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
