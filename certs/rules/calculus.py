"""Derivatives: symbolic differentiation with definedness, and the mean value theorem."""

from __future__ import annotations

from typing import Any

from certs.checker import Replay, Rule, Sequent, need, parts, shape, union
from certs.language import is_vector
from certs.rules.polynomial import normal


def derivative(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G1 |- f1, ... / all G |- deriv(F, x, d), F a function lam y. body, by the rules of differentiation at x.

    The premises supply what the rules need at the point x: ``not b = 0`` for a quotient with denominator b,
    ``0 < a`` for the root or logarithm of a, and ``deriv(lam y. u, x, e)`` for a part u of the body that is not built
    from elementary operations. d may be any term with the same polynomial normal form as the derivative found.
    """
    shape(p, t, None, 3)
    function, x, wanted = t
    facts = {s.conclusion for s in p}
    node = k.terms.nodes[function]
    need(node[0] == "lam" and k.terms.sorts[function] in ("real->real", "real->int"), "needs a function lam y:real. a")
    make, zero, one = k.terms.make, k.terms.num(0), k.terms.num(1)
    known: dict[int, int] = {}
    for fact in facts:
        if k.terms.nodes[fact][0] == "deriv" and k.terms.nodes[fact][2] == x:
            known[k.terms.nodes[fact][1]] = k.terms.nodes[fact][3]
    memo: dict[int, int] = {}

    def at(body: int) -> int:
        return k.terms.open(body, x)

    def require(formula: int) -> None:
        need(formula in facts, "a premise is missing: a nonzero denominator or a positive argument at the point")

    def go(body: int) -> int:
        if body not in memo:
            memo[body] = find(body)
        return memo[body]

    def find(body: int) -> int:
        op, *args = k.terms.nodes[body]
        if k.terms.loose[body] == 0:
            return make("*", zero, body) if is_vector(k.terms.sorts[body]) else zero
        if op == "bound":
            return one
        opaque = k.terms.binder("lam", "real", body)
        if opaque in known:
            return known[opaque]
        if op in ("+", "-"):
            return make(op, go(args[0]), go(args[1]))
        if op == "neg":
            return make("neg", go(args[0]))
        if op in ("*", "dot"):  # the product rule; both are bilinear
            return make("+", make(op, go(args[0]), at(args[1])), make(op, at(args[0]), go(args[1])))
        if op == "/":
            bottom = at(args[1])
            require(make("not", make("=", bottom, zero)))
            top = make("-", make("*", go(args[0]), bottom), make("*", at(args[0]), go(args[1])))
            return make("/", top, make("*", bottom, bottom))
        if op == "^" and k.terms.nodes[args[1]][0] == "num" and k.terms.nodes[args[1]][1] >= 1:
            n = k.terms.nodes[args[1]][1]
            return make("*", make("*", k.terms.num(n), make("^", at(args[0]), k.terms.num(n - 1))), go(args[0]))
        if op == "exp":
            return make("*", at(body), go(args[0]))
        if op == "log":
            require(make("<", zero, at(args[0])))
            return make("/", go(args[0]), at(args[0]))
        if op == "sqrt":
            require(make("<", zero, at(args[0])))
            return make("/", go(args[0]), make("*", k.terms.num(2), at(body)))
        if op == "erf":
            square = make("neg", make("*", at(args[0]), at(args[0])))
            density = make("/", make("*", k.terms.num(2), make("exp", square)), make("sqrt", make("pi")))
            return make("*", density, go(args[0]))
        need(False, f"no rule differentiates {op}, and no premise gives the derivative of that part")
        raise AssertionError

    found = go(node[2])
    need(normal(k, found) == normal(k, wanted), "the derivative found is not the one claimed")
    return Sequent(union(p), make("deriv", function, x, wanted))


def mean_value(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- a < b; H |- forall x. a <= x and x <= b => deriv(F, x, G(x))
    / G, H |- exists c. (a < c and c < b) and F(b) - F(a) = G(c) * (b - a).

    The mean value theorem; F is continuous on [a, b] because it is differentiable there. Terms: F and G.
    """
    shape(p, t, 2, 2)
    function, slope = t
    a, b = parts(k, p[0].conclusion, "<")
    make, x = k.terms.make, k.terms.bound(0, "real")
    need(k.terms.sorts[function] == k.terms.sorts[slope] == "real->real", "needs two functions real->real")
    inside = make("and", make("<=", a, x), make("<=", x, b))
    deriv = make("deriv", function, x, make("app", slope, x))
    every = k.terms.binder("forall", "real", make("=>", inside, deriv))
    need(p[1].conclusion == every, "the second premise does not give the derivative on all of [a, b]")
    between = make("and", make("<", a, x), make("<", x, b))
    rise = make("-", make("app", function, b), make("app", function, a))
    equation = make("=", rise, make("*", make("app", slope, x), make("-", b, a)))
    return Sequent(union(p), k.terms.binder("exists", "real", make("and", between, equation)))


RULES: dict[str, Rule] = {f.__name__: f for f in (derivative, mean_value)}
