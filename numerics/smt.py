"""Counterexamples by an SMT solver, and its word that there are none: Z3 on formulas of real and integer arithmetic.

An answer is never evidence by itself: an instance counts once the checker's rules confirm it, and ``none`` is what
the verdict ``solver`` reports. Effort is counted in Z3's own units (``rlimit``), not in seconds, so that the answer
does not depend on how fast the machine is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, NamedTuple

from numerics.terms import TABLE, Term

RLIMIT = 4_000_000


class Unsupported(ValueError):
    """The formula has an operation that the translation leaves out; names it."""


class Answer(NamedTuple):
    """``counterexample`` with an exact instance, ``none`` (the formula is valid), or ``unknown`` within the limit."""

    kind: Literal["counterexample", "none", "unknown"]
    instance: dict[str, Fraction]


def ask(formula: Term, rlimit: int = RLIMIT) -> Answer:
    """Whether some values of the free variables refute a formula without quantifiers over int and real.

    Arithmetic, powers with literal exponents, floor, abs, max, min, if, comparisons and connectives are understood;
    division is by nonzero values only (an instance that divides by zero is not one). Raises Unsupported otherwise.
    """
    import z3

    variables: dict[str, Any] = {}
    guards: list[Any] = []
    negated = z3.Not(_translate(TABLE.unfold(formula.index), variables, guards, {}))
    solver = z3.Solver()
    solver.set("rlimit", rlimit)
    solver.set("random_seed", 0)
    solver.add(negated, *guards)
    verdict = solver.check()
    if verdict == z3.unsat:
        return Answer("none", {})
    if verdict != z3.sat:
        return Answer("unknown", {})
    model = solver.model()
    instance: dict[str, Fraction] = {}
    for name, variable in variables.items():
        value = model.eval(variable, model_completion=True)
        if z3.is_algebraic_value(value):
            value = value.approx(20)
        if not (z3.is_rational_value(value) or z3.is_int_value(value)):
            return Answer("unknown", {})
        instance[name] = Fraction(value.as_fraction() if z3.is_rational_value(value) else value.as_long())
    return Answer("counterexample", instance)


def _translate(t: int, variables: dict[str, Any], guards: list[Any], memo: dict[int, Any]) -> Any:
    import z3

    if t in memo:
        return memo[t]
    op, *args = TABLE.nodes[t]

    def at(i: int) -> Any:
        return _translate(args[i], variables, guards, memo)

    if op == "num":
        result: Any = z3.RealVal(Fraction(args[0], args[1]))
    elif op == "var" and args[1] in ("int", "real"):
        variables.setdefault(args[0], z3.Int(args[0]) if args[1] == "int" else z3.Real(args[0]))
        result = z3.ToReal(variables[args[0]]) if args[1] == "int" else variables[args[0]]
    elif op in ("+", "-", "*"):
        a, b = at(0), at(1)
        result = a + b if op == "+" else a - b if op == "-" else a * b
    elif op == "/":
        guards.append(at(1) != 0)
        result = at(0) / at(1)
    elif op == "^" and TABLE.nodes[args[1]][0] == "num" and 0 <= TABLE.nodes[args[1]][1] <= 16:
        result = z3.RealVal(1)
        for _ in range(TABLE.nodes[args[1]][1]):
            result = result * at(0)
    elif op == "neg":
        result = -at(0)
    elif op == "abs":
        result = z3.If(at(0) >= 0, at(0), -at(0))
    elif op in ("max", "min"):
        a, b = at(0), at(1)
        result = z3.If(a >= b, a, b) if op == "max" else z3.If(a <= b, a, b)
    elif op == "floor":
        result = z3.ToReal(z3.ToInt(at(0)))
    elif op == "if":
        result = z3.If(at(0), at(1), at(2))
    elif op in ("=", "<", "<="):
        a, b = at(0), at(1)
        result = a == b if op == "=" else a < b if op == "<" else a <= b
    elif op in ("not", "and", "or", "=>"):
        inner = [_translate(a, variables, guards, memo) for a in args]
        result = {"not": z3.Not, "and": z3.And, "or": z3.Or, "=>": z3.Implies}[op](*inner)
    elif op in ("true", "false"):
        result = z3.BoolVal(op == "true")
    else:
        raise Unsupported(f"{op} is not arithmetic that the translation knows")
    memo[t] = result
    return result
