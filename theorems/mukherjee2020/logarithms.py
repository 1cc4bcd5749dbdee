"""Powers with real exponents, logarithms in base 2, and the order of exponentials (the sizes of Section 2.6)."""

from numerics.derive import Fact, Proof
from numerics.lemmas import defined
from numerics.terms import Term, exp, false, lam, log, negation, real, term


def power(x: Term, r: Term) -> Term:
    """x^r, for x > 0."""
    return exp(r * log(x))


def log2(x: Term) -> Term:
    """The logarithm in base 2."""
    return log(x) / log(2)


def equal_exp(p: Proof, exponent: Term, value: Term, *facts: Fact) -> Fact:
    """exp(exponent) = exp(value), because the exponents are equal by arithmetic from the facts."""
    x = real("x")
    return p.congruent(lam(x, exp(x)), p.arith(exponent == value, *facts))


def weak_exp(p: Proof, low: Term, high: Term, ordered: Fact) -> Fact:
    """exp(low) <= exp(high), from low <= high."""
    goal = exp(low) <= exp(high)
    return p.decide(low < high, lambda less: p.arith(goal, p.lemma("exp_monotone", low, high, using=[less])),
                    lambda no: p.arith(goal, equal_exp(p, low, high, ordered, no)))  # fmt: skip


def positive_log(p: Proof, x: Term, above: Fact) -> Fact:
    """0 < log(x), from facts by which x > 1."""
    known, zero = p.lemma("exp_log", x, using=[p.arith(x > 0, above)]), term(0)

    def not_above(no: Fact) -> Fact:
        small = weak_exp(p, log(x), zero, p.arith(log(x) <= zero, no))
        return p.arith(false, known, above, p.lemma("exp_zero"), small)

    return p.absurd(log(x) > 0, not_above)


def positive_log2(p: Proof, x: Term, above: Fact) -> Fact:
    """0 < log2(x), from facts by which x > 1."""
    share = inverse_of_log_two(p)[1]
    return p.arith(log2(x) > 0, p.arith(log(x) * (1 / log(2)) > 0, positive_log(p, x, above), share))


def inverse_of_log_two(p: Proof) -> tuple[Fact, Fact]:
    """log 2 * (1/log 2) = 1, and 1/log 2 > 0."""
    unit = p.enclose(0 < log(2))
    inverse = p.lemma("inverse", log(2), using=[p.arith(negation(log(2) == 0), unit)])
    return inverse, p.arith(1 / log(2) > 0, inverse, unit)


def positive(p: Proof, t: Term, facts: list[Fact]) -> Fact:
    """0 < t, from the signs of its parts: exponentials, logarithms of what is above 1, roots, products, quotients."""
    if t.op == "exp":
        return p.lemma("exp_positive", t.args[0])
    if t.op == "*":
        return p.arith(t > 0, *(positive(p, part, facts) for part in t.args))
    if t.op == "/":
        above, below = (positive(p, part, facts) for part in t.args)
        inverse = p.lemma("inverse", t.args[1], using=[p.arith(negation(t.args[1] == 0), below)])
        return p.arith(t > 0, above, p.arith(1 / t.args[1] > 0, inverse, below))
    if t.op == "sqrt":
        inside = positive(p, t.args[0], facts)
        low, square = p.lemma("sqrt", t.args[0], using=[p.arith(t.args[0] >= 0, inside)]).split()
        return p.arith(t > 0, low, square, inside)
    if t.op == "log":
        return positive_log(p, t.args[0], p.arith(t.args[0] > 1, *facts))
    return p.arith(t > 0, *facts)


def positives_defined(p: Proof, formula: Term) -> Fact:
    """A goal evaluates nothing outside its domain: what must be positive, or is a denominator, is positive."""

    def leaf(goal: Term, facts: list[Fact]) -> Fact | None:
        if goal.op == "not" and goal.args[0].op == "=":
            return p.arith(goal, positive(p, goal.args[0].args[0], facts))
        if goal.op in ("<", "<=") and goal.args[0].op == "num":
            return p.arith(goal, positive(p, goal.args[1], facts))
        return None

    return defined(p, formula, leaf)
