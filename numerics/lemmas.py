"""Derivations that several claims need: bounded quantifiers, and inductions over sums from 1 (see also numerics.sums).

Functions take the proof under construction first; the terms of a sum are a function of sort ``int->int`` or
``int->real``, written with ``lam``. Whoever adds one adds it at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numerics.derive import Fact, Proof
from numerics.terms import TABLE, Term, between, exp, instance_of, integer, lam, term, total


def over(p: Proof, low: Any, high: Any, prove: Callable[[Term, Fact], Fact], name: str = "i") -> Fact:
    """forall i, low <= i <= high => what ``prove(i, bounds)`` proves; ``bounds`` is the conjunction of both."""
    i = p.fresh(name, "int")
    return p.general(i, under(p, between(low, i, high), lambda bounds: prove(i, bounds)))


def under(p: Proof, premise: Term, prove: Callable[[Fact], Fact]) -> Fact:
    """premise => what ``prove(premise)`` proves."""
    mark = p.opened
    return p.implication(premise, p.close(prove(p.assume(premise)), mark))


def transport(p: Proof, predicate: Term, equation: Fact, fact: Fact) -> Fact:
    """A(b) from a = b and A(a), for the predicate ``lam(z, A(z))``."""
    return p.step("equality", [equation, fact], [predicate])


def sum_induction(p: Proof, n: Term, nonnegative: Fact, claim: Callable[[Term], Term], fs: list[Term],
                  step: Callable[[Term, Fact, Fact, list[Fact]], Fact], *known: Fact) -> Fact:  # fmt: skip
    """claim(n), for n >= 0, by induction on the length of the sums over 1..n of the functions ``fs``.

    claim(0) follows by arithmetic from these sums being 0 and what else is ``known``; ``step(k, 0 <= k, claim(k),
    sums)`` proves claim(k+1), where the ``sums`` say that the sum of f over 1..k+1 is that over 1..k plus f(k+1).
    """
    every = p.induction(
        "k",
        0,
        claim,
        lambda: p.tautology(claim(term(0)), [*known, *(p.lemma("sum_empty", 1, 0, f) for f in fs)]),
        lambda k, above, here: step(k, above, here, [p.lemma("sum_step", 1, k, f, using=[above]) for f in fs]),
    )
    return p.modus_ponens(every(n), p.arith(n >= 0, nonnegative))


def sum_appended(p: Proof, a: Term, b: Term, f: Term, above: Fact, beyond: Fact) -> Fact:
    """The sum of f over 1..a+b is that over 1..a plus that of f(a + i) over i in 1..b; ``above`` is a >= 0,
    ``beyond`` is b >= 0."""
    i = integer("i")
    moved = lam(i, f(a + i))

    def claim(k: Term) -> Term:
        return total(i, 1, a + k, f(i)) == total(i, 1, a, f(i)) + total(i, 1, k, moved(i))

    def step(k: Term, at: Fact, here: Fact) -> Fact:
        longer = p.lemma("sum_step", 1, a + k, f, using=[above, at]), p.lemma("sum_step", 1, k, moved, using=[at])
        return p.arith(claim(k + 1), here, *longer, p.congruent(f, p.ring(a + k + 1, a + (k + 1))))

    base = p.arith(claim(term(0)), p.lemma("sum_empty", 1, 0, moved))
    return p.induction("k", 0, claim, base, step).apply(b, using=[beyond])


def defined(
    p: Proof, formula: Term, leaf: Callable[[Term, list[Fact]], Fact | None], facts: tuple[Fact, ...] = ()
) -> Fact:
    """What a goal asks to be defined: each part by ``leaf(part, facts)``, where the facts are what stands before it, or
    by arithmetic from them where that gives None."""
    if formula.op == "forall":
        e = p.fresh(TABLE.hints.get(formula.index, "x"), TABLE.nodes[formula.index][1])
        return p.general(e, defined(p, instance_of(formula, e), leaf, facts))
    if formula.op == "=>":
        return under(p, formula.args[0], lambda premise: defined(
            p, formula.args[1], leaf, (*facts, *premise.split())))  # fmt: skip
    if formula.op == "and":
        return p.both(*(defined(p, part, leaf, facts) for part in formula.args))
    return leaf(formula, list(facts)) or p.find(formula, list(facts))


def power_of_exp(p: Proof, base: Term, value: Fact, x: Term, t: Term, above: Fact) -> Fact:
    """exp(t x) = base^t for integers t >= 0, from ``value``: exp(x) = base."""

    def step(k: Term, low: Fact, here: Fact) -> Fact:
        longer = p.lemma("exp_sum", k * x, x), p.lemma("power_step", base, k, using=[low])
        return p.arith(exp((k + 1) * x) == base ** (k + 1), *longer, here, value, multipliers=[
            exp(x), base**k, exp(k * x)])  # fmt: skip

    start = p.arith(exp(0 * x) == base ** term(0), p.lemma("exp_zero"), p.lemma("power_zero", base))
    return p.induction("k", 0, lambda k: exp(k * x) == base**k, lambda: start, step).apply(t, using=[above])
