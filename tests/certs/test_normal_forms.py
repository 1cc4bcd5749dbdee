"""Polynomial normal forms against SymPy's, on random expressions."""

from fractions import Fraction

import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from certs.checker import Replay
from certs.language import Rejected

NAMES = ("x", "y", "z")


def expressions() -> st.SearchStrategy:
    """Nested tuples: numbers, names, and sums, differences, products, negations, small powers of them."""
    leaves = st.one_of(st.sampled_from(NAMES), st.fractions(min_value=-5, max_value=5, max_denominator=7))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from("+-*"), inner, inner),
            st.tuples(st.just("neg"), inner),
            st.tuples(st.just("^"), inner, st.integers(0, 3)),
        ),
        max_leaves=8,
    )


def build(k: Replay, e: object) -> int:
    """The expression as a term."""
    terms = k.terms
    if isinstance(e, str):
        return terms.var(e, "real")
    if isinstance(e, (int, Fraction)):
        return terms.num(e)
    op, *args = e
    return terms.make(op, *(build(k, a) for a in args))


def symbolic(e: object) -> sympy.Expr:
    """The expression for SymPy."""
    if isinstance(e, str):
        return sympy.Symbol(e)
    if isinstance(e, (int, Fraction)):
        return sympy.Rational(Fraction(e).numerator, Fraction(e).denominator)
    op, *args = e
    values = [symbolic(a) for a in args]
    if op == "neg":
        return -values[0]
    if op == "^":
        return values[0] ** args[1] if args[1] else sympy.Integer(1)
    return {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}[op](*values)


@settings(max_examples=150, deadline=None)
@given(expressions(), expressions())
def test_ring_accepts_exactly_the_identities(a: object, b: object) -> None:
    k = Replay()
    left, right = build(k, a), build(k, b)
    expanded = sympy.expand(symbolic(a) - symbolic(b))
    try:
        k.step("ring", [], [left, right])
        accepted = True
    except Rejected:
        accepted = False
    assert accepted == (expanded == 0)


@settings(max_examples=100, deadline=None)
@given(expressions())
def test_an_expanded_form_is_the_same_polynomial(a: object) -> None:
    k = Replay()
    polynomial = sympy.Poly(symbolic(a), *map(sympy.Symbol, NAMES))
    total = k.terms.num(0)
    for powers, coefficient in polynomial.terms():
        term = k.terms.num(Fraction(int(coefficient.p), int(coefficient.q)))
        for name, power in zip(NAMES, powers, strict=True):
            term = k.terms.make("*", term, k.terms.make("^", k.terms.var(name, "real"), k.terms.num(power)))
        total = k.terms.make("+", total, term)
    k.step("ring", [], [build(k, a), total])
