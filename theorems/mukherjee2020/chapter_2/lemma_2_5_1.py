"""Lemma 2.5.1, gates for any function on the cube: true with an added constant; 2^n - 1 gates suffice, or fewer."""

import numpy as np

from numerics.cube import fourier_circuits, transform
from numerics.derive import Fact, Proof
from numerics.terms import Term, between, conj, forall, function, implies, integer, lam, real, term, total
from theorems.claim import Claim
from theorems.mukherjee2020.boolean import powers_defined
from theorems.mukherjee2020.cube import (
    Character,
    Fourier,
    best_gates,
    computed,
    corner,
    cost,
    fourier_expansion,
)  # fmt: skip

n, m, s = integer("n"), integer("m"), integer("s")
f = function("f", "int->real")

claim = Claim(
    "mukherjee2020", "lemma", "2.5.1", section="2.5.1", family="boolean_circuits",
    title="Sum-of-ReLU size for any Boolean function",
    uses=["lemma_2_5_1.fourier_identity", "section_2_5_1.vertex_indicator", "section_2_d.parity_relu"],
    statement=r"""Every $f: \{-1, 1\}^n \to \mathbb R$ is computed by a Sum-of-ReLU circuit, with a constant added, of
    at most $2^n$ and at most $\sum_{\hat f(S) \ne 0} |S|$ gates, where $\hat f(S)$ are the Fourier coefficients. Here
    vertices and sets are numbered by their bits.""",
)  # fmt: skip

sets = total(s, 0, 2**n - 1, cost(f, n, False)(s))
fewer = 1 + total(s, 0, 2**n - 1, cost(f, n, True)(s))
value, output, short = real("value"), real("output"), real("short")
constant = real("constant")

printed = claim.variant(
    "printed", forall(n, f, implies(n >= 1, computed(f, n, 2**n, sets))), expect="proved",
    why="A gate for each vertex; or one for each element of each set, by parities: a constant function, for which the "
        "second bound is 0, needs no gate but the constant, and without one the bound would be false.",
    observed=output == value,
)  # fmt: skip
sharpened = claim.variant(
    "sharpened", conj(forall(n, f, implies(n >= 1, computed(f, n, 2**n - 1, sets))),
                      forall(n, f, implies(n >= 1, computed(f, n, 2**n - 1, fewer)))), expect="proved",
    why="The constant serves for one vertex. The first gate of each parity is linear on the cube, and one gate "
        "computes all these linear functions: one gate less for each set that is not empty, and one more in all.",
    observed=output == value,
)  # fmt: skip


@claim.prove(printed)
def by_the_smaller_circuit(p: Proof, goal: Term) -> Fact:
    (n, f), (some,), wanted = p.intro(goal)
    return p.conclude(goal, [n, f], best_gates(p, wanted, f, n, some, False, 2**n))


@claim.prove(sharpened)
def by_linear_first_gates(p: Proof, goal: Term) -> Fact:
    facts = []
    for part, merged in zip(goal.args, (False, True), strict=True):
        (n, f), (some,), wanted = p.intro(part)
        facts.append(p.conclude(part, [n, f], best_gates(p, wanted, f, n, some, merged, 2**n - 1)))
    return p.both(*facts)


@claim.satisfied(printed)
def one_bit(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(m, term(0))])


@claim.defined(printed, sharpened)
def with_powers(p: Proof, formula: Term) -> Fact:
    return powers_defined(p, formula)


@claim.instances
def random_functions(rng, n_):
    """Integer functions on up to 4 bits, some of them sums of few parities: output is that of the circuit of parities
    at a random vertex, short that of the circuit without one of its gates, constant the constant."""
    found = {name: [] for name in ("value", "output", "short", "constant")}
    for n in (1, 2, 3, 4):
        chosen = (rng.random((50, 2**n)) < 0.3) * rng.integers(-3, 4, size=(50, 2**n))
        values = np.concatenate([rng.integers(-9, 10, size=(50, 2**n)), transform(chosen)])
        circuits = fourier_circuits(values)
        gate = int(np.argmax(np.abs(circuits.weights).sum(axis=0)))
        found["value"].append(values.ravel())
        found["output"].append((circuits.outputs() / circuits.scale).ravel())
        found["short"].append((circuits.outputs(without=gate) / circuits.scale).ravel())
        found["constant"].append(np.repeat(circuits.constant / circuits.scale, 2**n))
    joined = {name: np.concatenate(parts).astype("float64") for name, parts in found.items()}
    drawn = rng.integers(0, len(joined["value"]), size=n_)
    return {name: array[drawn] for name, array in joined.items()}


for variant in (printed, sharpened):
    claim.mutant("one gate fewer", variant, short == value)
    claim.mutant("without the constant", variant, output - constant == value)

# The Fourier expansion.

expansion = Claim(
    "mukherjee2020", "lemma", "2.5.1", slug="fourier_identity", section="2.5.1", family="boolean_circuits",
    title="Fourier expansion",
    statement=r"""Every $f: \{-1, 1\}^n \to \mathbb R$ is $f(x) = \sum_S \hat f(S) \prod_{i \in S} x_i$ with
    $\hat f(S) = 2^{-n} \sum_x f(x) \prod_{i \in S} x_i$, where $S$ runs over the subsets of $\{1, \dots, n\}$.""",
)  # fmt: skip

total_ = real("total")  # the sum of 2^n times the coefficients times the characters

expansion_printed = expansion.variant(
    "printed", forall(n, f, m, implies(
        conj(n >= 1, between(0, m, 2**n - 1)),
        f(m) == total(s, 0, 2**n - 1, Fourier(f, s, n) * Character(s, n, corner(m))))), expect="proved",
    why="By induction on n, from the two halves of the cube.", observed=total_ == 2**n * value,
)  # fmt: skip


@expansion.prove(expansion_printed)
def by_halves(p: Proof, goal: Term) -> Fact:
    (n, f, m), (some, low, high), _ = p.intro(goal)
    fact = fourier_expansion(p).apply(n, using=[p.arith(n >= 0, some)]).apply(f, m, using=[p.both(low, high)])
    return p.conclude(goal, [n, f, m], fact)


@expansion.satisfied(expansion_printed)
def the_zero_function(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(m, term(0)), 0], p.compute(term(0) <= term(2) ** 1 - 1))


@expansion.defined(expansion_printed)
def with_powers_of_two(p: Proof, formula: Term) -> Fact:
    return powers_defined(p, formula)


@expansion.instances
def random_values(rng, n_):
    """Integer functions on up to 6 bits at a random vertex."""
    found = {"n": [], "value": [], "total": []}
    for n in range(1, 7):
        values = rng.integers(-99, 100, size=(20, 2**n))
        found["n"].append(np.full(values.size, n))
        found["value"].append(values.ravel())
        found["total"].append(transform(transform(values)).ravel())
    joined = {name: np.concatenate(parts).astype("float64") for name, parts in found.items()}
    drawn = rng.integers(0, len(joined["n"]), size=n_)
    return {name: array[drawn] for name, array in joined.items()}


expansion.mutant("coefficients divided by 2^(n-1)", expansion_printed, total_ == 2 ** (n - 1) * value)
