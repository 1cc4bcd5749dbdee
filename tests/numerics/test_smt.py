"""The SMT solver as a second opinion on what the suite observes."""

from fractions import Fraction

import pytest

from numerics.smt import Unsupported, ask
from numerics.terms import conj, exp, floor, implies, integer, maximum, real
from numerics.witness import confirmed_false

x, y, n = real("x"), real("y"), integer("n")


def test_valid_formulas_have_no_counterexample():
    assert ask(2 * x * y <= x * x + y * y).kind == "none"
    assert ask(implies(n >= 0, floor(n / 2) * 2 <= n)).kind == "none"
    assert ask(maximum(x, -x) >= 0).kind == "none"


def test_counterexamples_are_exact_and_confirmed():
    formula = implies(conj(x > 0, y > 0), x * y <= x + y)
    answer = ask(formula)
    assert answer.kind == "counterexample"
    assert answer.instance["x"] * answer.instance["y"] > sum(answer.instance.values())
    assert confirmed_false(formula, answer.instance)


def test_integers_stay_integers():
    answer = ask(3 * n != 7)
    assert answer.kind == "none"
    answer = ask(3 * n != 6)
    assert answer.instance == {"n": Fraction(2)}


def test_a_division_by_zero_is_no_counterexample():
    answer = ask(1 / x != 1 / y)
    assert answer.kind == "counterexample"
    assert answer.instance["x"] == answer.instance["y"] != 0


def test_what_is_not_arithmetic_is_refused():
    with pytest.raises(Unsupported, match="exp"):
        ask(exp(x) > 0)


def test_little_effort_is_unknown_rather_than_wrong():
    hard = x**9 + y**7 - 3 * x**4 * y**5 + x * y * 5 - 1 != 12345
    assert ask(hard, rlimit=50).kind in ("unknown", "counterexample")
