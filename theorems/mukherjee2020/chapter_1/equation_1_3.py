"""Equation (1.3), the autoencoder of depth 2: with b_1 = epsilon, as printed, the bias has the wrong sign; it is the
case b_1 = -epsilon, b_2 = 0 of the general one.
"""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import dyadic
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    every,
    false,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    real,
    term,
    total,
)
from theorems.claim import Claim

claim = Claim(
    "mukherjee2020", "equation", "1.3", section="1.1.1", family="sparse_coding_autoencoder",
    title="weight-tied autoencoder of depth 2",
    statement=r"""The weight-tied autoencoder with $\ell = 1$, $W_1 = W$, $b_1 = \epsilon$ and $b_2 = 0$, which maps
    $y \in \mathbb R^n$ to $W_1^T \sigma(W_1 y + b_1) + b_2$ with $\sigma = \mathrm{ReLU}$, maps it to $W^T r$ with
    $r = \mathrm{ReLU}(W y - \epsilon) \in \mathbb R^h$. (Repaired: with $b_1 = -\epsilon$.)""",
)  # fmt: skip

i, j, n, h = (integer(name) for name in "ijnh")
W = function("W", "int->int->real")
y, epsilon, b1, b2, yhat = (function(name, "int->real") for name in ("y", "epsilon", "b_1", "b_2", "yhat"))
u, c, e, shift = (real(name) for name in ("u", "c", "e", "s"))


def unit(j: Term, bias: Term) -> Term:
    """Unit j: max(0, .) of row j of W y plus a bias."""
    return maximum(0, total(i, 1, n, W(j)(i) * y(i)) + bias)


general = every(i, 1, n, yhat(i) == total(j, 1, h, W(j)(i) * unit(j, b1(j))) + b2(i))
special = every(i, 1, n, yhat(i) == total(j, 1, h, W(j)(i) * unit(j, -epsilon(j))))


def with_bias(bias: Term) -> Term:
    return forall(n, h, W, y, epsilon, b1, b2, yhat, implies(conj(
        n >= 1, h >= 1, every(j, 1, h, b1(j) == bias), every(i, 1, n, b2(i) == 0), general), special))  # fmt: skip


printed = claim.variant(
    "printed", with_bias(epsilon(j)), expect="refuted",
    why="The general autoencoder adds b_1 to W y, where (1.3) subtracts epsilon.",
    counterexample="n = h = 1, W = 1, y = 1, epsilon = 1: max(0, 1 + 1) = 2 against max(0, 1 - 1) = 0.",
)  # fmt: skip
repaired = claim.variant(
    "repaired", with_bias(-epsilon(j)), expect="proved", why="By substitution.",
    observed=u * maximum(0, u * c + shift) == u * maximum(0, u * c - e),
)  # fmt: skip


@claim.refute(printed)
def by_one_unit(pf: Proof, goal: Term) -> Fact:
    ones, none, two = lam(j, term(1)), lam(j, term(0)), lam(i, term(2))
    weights = lam(j, i, term(1))

    def inside(row: Term) -> Fact:
        """Row j of W y."""
        f = lam(i, weights(row)(i) * ones(i))
        return pf.arith(total(i, 1, 1, f(i)) == 1, *_one(pf, f))

    def output(bias: Term, value: int) -> Fact:
        """The sum over the one unit."""
        one = term(1)
        argument = total(i, 1, 1, weights(one)(i) * ones(i)) + bias
        act = pf.by_cases(pf.lemma("max", 0, argument), *[lambda f: pf.arith(
            maximum(0, argument) == value, f, inside(one))] * 2)  # fmt: skip
        return act

    def wrong(claimed: Fact) -> Fact:
        at = claimed(1, 1, weights, ones, ones, ones, none, two)
        f = lam(j, weights(j)(1) * maximum(0, total(i, 1, 1, weights(j)(i) * ones(i)) + ones(j)))
        g = lam(j, weights(j)(1) * maximum(0, total(i, 1, 1, weights(j)(i) * ones(i)) + -ones(j)))
        facts = [
            over(pf, 1, term(1), lambda k, _: pf.ring(ones(k), ones(k)), "j"),
            over(pf, 1, term(1), lambda k, _: pf.ring(none(k), 0), "i"),
            over(pf, 1, term(1), lambda k, _: pf.arith(
                two(k) == total(j, 1, 1, weights(j)(k) * maximum(0, total(i, 1, 1, weights(j)(i) * ones(i)) + ones(
                    j))) + none(k), *_one(pf, f), output(ones(1), 2)), "i"),
        ]  # fmt: skip
        equal = at.apply(using=facts).apply(1, using=[])
        return pf.arith(false, equal, *_one(pf, g), output(-ones(1), 0))

    return pf.refute(goal, wrong)


def _one(pf: Proof, f: Term) -> list[Fact]:
    """The sum of f over 1."""
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f)]


@claim.prove(repaired)
def by_substitution(pf: Proof, goal: Term) -> Fact:
    variables, (_, _, first, second, output), conclusion = pf.intro(goal, premises=1)
    n, h, W, y, epsilon, b1, _, yhat = variables
    z = real("z")

    def argument(j: Term) -> Term:
        return total(i, 1, n, W(j)(i) * y(i))

    def entry(k: Term, bounds: Fact) -> Fact:
        f = lam(j, W(j)(k) * maximum(0, argument(j) + b1(j)))
        g = lam(j, W(j)(k) * maximum(0, argument(j) + -epsilon(j)))

        def one(q: Term, low: Fact, high: Fact) -> Fact:
            bias = pf.arith(argument(q) + b1(q) == argument(q) + -epsilon(q), first.apply(q, using=[low, high]))
            return pf.arith(f(q) == g(q), pf.congruent(lam(z, maximum(0, z)), bias), multipliers=[W(q)(k)])

        sums = equal_sums(pf, term(1), h, f, g, one)
        return pf.arith(yhat(k) == total(j, 1, h, g(j)), output.apply(k, using=[bounds]), sums, second.apply(
            k, using=[bounds]))  # fmt: skip

    return pf.conclude(goal, variables, pf.prove(conclusion, over(pf, 1, n, entry, "i")))


@claim.satisfied(repaired)
def all_zero(pf: Proof, formula: Term) -> Fact:
    """n = h = 1 and all numbers 0."""
    none, weights = lam(j, term(0)), lam(j, i, term(0))
    f = lam(j, weights(j)(1) * maximum(0, total(i, 1, 1, weights(j)(i) * none(i)) + none(j)))
    zero = lambda k, _: pf.ring(none(k), 0)  # noqa: E731
    output = over(pf, 1, term(1), lambda k, _: pf.arith(none(k) == total(j, 1, 1, f(j)) + none(k), *_one(pf, f)), "i")
    return pf.exhibit(
        formula,
        [1, 1, weights, none, none, none, none, none, 1],
        over(pf, 1, term(1), lambda k, _: pf.ring(none(k), -none(k)), "j"),
        over(pf, 1, term(1), zero, "i"),
        output,
    )


@claim.instances
def one_unit(rng, count):
    """One weight u, input c and epsilon e; s is the bias b_1 = -e."""
    found = {name: dyadic(rng, count, -4, 4, 4) for name in "uce"}
    return {**found, "s": -found["e"]}


claim.mutant("the printed sign", repaired, u * maximum(0, u * c + shift) == u * maximum(0, u * c + e))
claim.mutant("without bias", repaired, u * maximum(0, u * c + shift) == u * maximum(0, u * c))
