"""Polynomial inequalities by Positivstellensatz certificates; Farkas' lemma and identities are its cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from certs.checker import Replay, Rule, Sequent, need, union
from certs.language import read_number
from certs.rules.polynomial import Poly, add, comparison, multiply, normal, size


def relation(k: Replay, formula: int) -> tuple[str, Poly]:
    """Read a formula as p >= 0, p > 0, p = 0 or p != 0: comparisons and their negations."""
    result: tuple[str, Poly] = k.keep("relations", formula, _relation)
    return result


def _relation(k: Replay, formula: int) -> tuple[str, Poly]:
    negated, op, sides = comparison(k, formula)
    difference = add(k, normal(k, sides[1]), normal(k, sides[0]), -1)
    k.terms.pay(room=size(difference))
    if op == "=":
        return ("!=" if negated else "="), difference
    if negated:
        return (">=" if op == "<" else ">"), add(k, {}, difference, -1)
    return (">" if op == "<" else ">="), difference


def positivstellensatz(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G1 |- f1, ..., Gn |- fn / all G |- goal, for polynomial comparisons, by refuting the goal's negation.

    With f0 the negated goal, the witness is a sum of terms c * s^2 * (product of facts f >= 0 or f > 0), c > 0, and
    of multiples of equations, that is identically zero although one term is strictly positive: c > 0, no square, and
    all factors strict (an empty product is 1). Such a sum would be both 0 and positive, so the facts exclude f0.
    ``t[0]`` is the goal, the other terms the squared and multiplying polynomials. Data: one refutation, or for a goal
    a = b two (of a < b, of b < a); each is [[[c, facts, square or -1]...], [[multiplier, fact]...]], where fact
    number n (after the premises) is the negated goal.
    """
    need(len(t) >= 1, "needs the goal")
    goal = t[0]
    facts = [relation(k, s.conclusion) for s in p]
    negations: Sequence[tuple[str, Poly] | None] = [None]
    if goal != k.terms.make("false"):
        kind, poly = relation(k, goal)
        minus = add(k, {}, poly, -1)
        negations = {
            ">": [(">=", minus)], ">=": [(">", minus)], "=": [(">", minus), (">", poly)], "!=": [("=", poly)],
        }[kind]  # fmt: skip
    need(type(data) is list and len(data) == len(negations), "needs one refutation for each way the goal may fail")
    for refutation, negation in zip(data, negations, strict=True):
        _refute(k, facts + ([negation] if negation else []), t, refutation)
    return Sequent(union(p), goal)


def _refute(k: Replay, facts: list[tuple[str, Poly]], t: list[int], refutation: Any) -> None:
    need(type(refutation) is list and len(refutation) == 2, "a refutation is a cone part and an ideal part")
    need(all(type(part) is list for part in refutation), "a refutation is a cone part and an ideal part")

    def pick(index: Any, count: int) -> int:
        need(type(index) is int and 0 <= index < count, "a refutation refers to a fact or term that is not there")
        return int(index)

    total: Poly = {}
    strict = False
    for item in refutation[0]:
        need(type(item) is list and len(item) == 3 and type(item[1]) is list, "a cone term is [c, facts, square]")
        scale = read_number(item[0])
        need(scale > 0, "a coefficient of the cone is not positive")
        value: Poly = {(): scale}
        positive = item[2] == -1
        for index in item[1]:
            kind, poly = facts[pick(index, len(facts))]
            need(kind in (">", ">="), "an equation cannot be a factor in the cone")
            positive = positive and kind == ">"
            value = multiply(k, value, poly)
        if item[2] != -1:
            square = normal(k, t[pick(item[2], len(t))])
            value = multiply(k, value, multiply(k, square, square))
        strict = strict or positive
        total = add(k, total, value)
    for item in refutation[1]:
        need(type(item) is list and len(item) == 2, "an ideal term is [multiplier, fact]")
        kind, poly = facts[pick(item[1], len(facts))]
        need(kind == "=", "only equations can be multiplied freely")
        total = add(k, total, multiply(k, normal(k, t[pick(item[0], len(t))]), poly))
    need(strict, "no term of the refutation is strictly positive")
    need(not total, "the refutation does not add up to zero")


RULES: dict[str, Rule] = {"positivstellensatz": positivstellensatz}
