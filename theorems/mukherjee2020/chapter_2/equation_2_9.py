"""Equation (2.9), the Chattopadhyay-Mande function: a list of equalities, the last one that holds decides by parity."""

import numpy as np

from numerics.circuits import vertices
from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.terms import Term, conj, either, every, forall, function, implies, integer, lam, negation, term, where
from theorems.claim import Claim
from theorems.mukherjee2020.odd_max_bit import no_bit, odd_max_bit
from theorems.mukherjee2020.sign_rank import ChattopadhyayMande, bits, differ

claim = Claim(
    "mukherjee2020", "equation", "2.9", section="2.5.1", family="sign_rank", title="Chattopadhyay-Mande function",
    uses=["section_2_5_1.omb_formula"],
    statement=r"""$g = \mathrm{OMB}_n \circ \mathrm{OR}_l \circ \mathrm{XOR}_2$ on $x, y \in \{-1, 1\}^{nl}$, with
    $l = n^{1/3} + \log n$ and $-1$ for true. As checked here, for all $n, l \ge 1$: $g(x, y) = (-1)^k$ if the $k$-th is
    the last of the $n$ blocks of $l$ bits on which $x$ and $y$ agree, and $g(x, y) = 1$ if they agree on no block.""",
)  # fmt: skip

n, l, k, i = (integer(name) for name in ("n", "l", "k", "i"))
x, y = function("x", "int->int"), function("y", "int->int")
value, parity = integer("value"), integer("parity")
given = conj(conj(n >= 1, l >= 1), bits(x, n * l), bits(y, n * l))

printed = claim.variant(
    "printed", conj(
        forall(n, l, x, y, k, implies(
            given, conj(k >= 1, k <= n, negation(differ(x, y, k, l)), every(i, k + 1, n, differ(x, y, i, l))),
            ChattopadhyayMande(x, y, n, l) == term(-1) ** k)),
        forall(n, l, x, y, implies(given, every(i, 1, n, differ(x, y, i, l)), ChattopadhyayMande(x, y, n, l) == 1))),
    expect="proved", why="The OR of a block is 1, false, exactly when the blocks are equal.", observed=value == parity,
)  # fmt: skip


def flag(x: Term, y: Term, l: Term) -> Term:
    """The ORs of the blocks."""
    return lam(i, where(differ(x, y, i, l), -1, 1))


def flagged(p: Proof, x: Term, y: Term, l: Term, low: Term, n: Term, apart: Fact) -> Fact:
    """The ORs of the blocks low, ..., n are -1."""
    return over(p, low, n, lambda i, bounds: p.lemma(
        "if_true", differ(x, y, i, l), -1, 1, using=[apart.apply(i, using=[bounds])]))  # fmt: skip


@claim.prove(printed)
def by_the_last_equal_block(p: Proof, goal: Term) -> Fact:
    first, second = goal.args
    (n, l, x, y, k), (some, _, _, _, above, within, equal, apart), wanted = p.intro(first)
    row = flag(x, y, l)

    def sign(i: Term, _: Fact) -> Fact:
        goal, mixed = either(row(i) == -1, row(i) == 1), differ(x, y, i, l)
        return p.decide(
            mixed, lambda yes: p.or_intro(goal, p.lemma("if_true", mixed, -1, 1, using=[yes])),
            lambda no: p.or_intro(goal, p.lemma("if_false", mixed, -1, 1, using=[no])))  # fmt: skip

    top = p.lemma("if_false", differ(x, y, k, l), -1, 1, using=[equal])
    found = odd_max_bit(p).apply(row, n, k, using=[p.both(
        over(p, 1, n, sign), above, within, top, flagged(p, x, y, l, k + 1, n, apart))])  # fmt: skip
    step = p.lemma("power_step", -1, k, using=[above])
    named = p.restate(found, ChattopadhyayMande(x, y, n, l) == -(term(-1) ** (k + 1)))
    shown = p.conclude(first, [n, l, x, y, k], p.arith(wanted, named, step))
    (n, l, x, y), (some, _, _, _, apart), wanted = p.intro(second)
    none = flagged(p, x, y, l, term(0) + 1, n, apart)
    found = no_bit(p).apply(flag(x, y, l), n, using=[p.both(p.arith(n >= 0, some), none)])
    return p.both(shown, p.conclude(second, [n, l, x, y], p.restate(found, wanted)))


@claim.instances
def random_blocks(rng, n_):
    """One to four blocks of one to three random bits: value is g by its sum, parity is (-1)^k for the last equal
    block."""
    n, l = rng.integers(1, 5, size=n_), rng.integers(1, 4, size=n_)
    corners = vertices(3)
    x, y = corners[rng.integers(0, 8, size=(2, n_, 4))]
    used = np.arange(3) < l[:, None, None]
    equal = np.all((x == y) | ~used, axis=-1) & (np.arange(4) < n[:, None])
    positions = np.arange(1, 5)
    total = ((-1) ** (positions + 1) * 2**positions * 2 * equal).sum(axis=1)
    last = np.where(equal, positions, 0).max(axis=1)
    found = {"value": np.where(2 * total >= 1, -1, 1), "parity": 1 - 2 * (last % 2)}
    return {name: array.astype("float64") for name, array in found.items()}


claim.mutant("the other sign", printed, value == -parity)
claim.mutant("never -1", printed, value >= 0)
