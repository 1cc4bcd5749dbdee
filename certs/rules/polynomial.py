"""Polynomial reasoning over the reals and over inner-product spaces of any dimension.

A term is normalised to a polynomial with rational coefficients in *atoms*: variables and applications of operations
that are not polynomial, identified up to the normal form of their arguments (equal arguments give equal values). A
vector term is normalised to a combination of vector atoms; an inner product expands bilinearly and symmetrically.
All of that is equality in every commutative ring, or real inner-product space, so it holds whatever the atoms mean.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from certs.checker import Replay, Rule, Sequent, need, shape
from certs.language import is_vector

Poly = dict[tuple[tuple[int, int], ...], Fraction]
Vector = dict[int, Poly]
MAX_POWER = 64
MAX_MONOMIALS = 20_000


def _atom(k: Replay, key: Any) -> int:
    table: dict[Any, int] = k.cache.setdefault("atoms", {})
    return table.setdefault(key, len(table))


def add(k: Replay, a: Poly, b: Poly, scale: Fraction | int = 1) -> Poly:
    """a + scale * b."""
    k.charge(1 + len(a) // 8 + 2 * len(b))
    result = dict(a)
    for m, c in b.items():
        value = k.number(result.get(m, Fraction(0)) + scale * c)
        if value:
            result[m] = value
        else:
            result.pop(m, None)
    return result


def multiply(k: Replay, a: Poly, b: Poly) -> Poly:
    """a * b, paid for by size."""
    k.charge(5 * len(a) * len(b))
    result: Poly = {}
    for m, c in a.items():
        need(len(result) <= MAX_MONOMIALS, f"a polynomial has more than {MAX_MONOMIALS} monomials")
        for n, d in b.items():
            powers = dict(m)
            for atom, e in n:
                powers[atom] = powers.get(atom, 0) + e
            key = tuple(sorted(powers.items()))
            value = k.number(result.get(key, Fraction(0)) + c * d)
            if value:
                result[key] = value
            else:
                result.pop(key, None)
    return result


def size(poly: Poly) -> int:
    """How much room a polynomial takes."""
    return 1 + sum(1 + len(m) for m in poly)


def _key(k: Replay, poly: Poly) -> frozenset[Any]:
    """What identifies a polynomial; coefficients by their digits, since hashes of numbers can be made to collide."""
    k.terms.pay(size(poly), size(poly))
    return frozenset((m, f"{c.numerator:x}/{c.denominator:x}") for m, c in poly.items())


def _canonical(k: Replay, term: int) -> Any:
    """What identifies a part of an atom: equal for parts that are equal whatever the atoms mean."""
    return k.keep("canonical", term, _form)


def _form(k: Replay, term: int) -> Any:
    sort = k.terms.sorts[term]
    if k.terms.nodes[term][0] == "bound" or k.terms.loose[term]:
        return ("term", term)
    if sort in ("int", "real"):
        return _key(k, normal(k, term))
    if is_vector(sort):
        return frozenset((v, _key(k, p)) for v, p in vector(k, term).items())
    node = k.terms.nodes[term]
    if node[0] in ("app", "=", "<", "<=", "not", "and", "or", "=>"):
        return ("atom", _atom(k, (node[0], *(_canonical(k, c) for c in node[1:]))))
    return ("term", term)


def _opaque(k: Replay, term: int) -> int:
    node = k.terms.nodes[term]
    if node[0] in ("var", "bound"):
        return _atom(k, term)
    return _atom(k, (node[0], *(_canonical(k, c) for c in k.terms.children(term))))


def normal(k: Replay, term: int) -> Poly:
    """The polynomial of a numeric term."""
    need(k.terms.sorts[term] in ("int", "real"), "needs a numeric term")
    result: Poly = k.keep("polynomials", k.terms.unfold(term), _normal)
    return result


def _normal(k: Replay, term: int) -> Poly:
    result = _polynomial(k, term)
    k.terms.pay(room=size(result))
    return result


def _polynomial(k: Replay, term: int) -> Poly:
    op, *args = k.terms.nodes[term]
    result: Poly = {}
    if op == "num":
        return {(): Fraction(args[0], args[1])} if args[0] else {}
    if op in ("+", "-"):
        return add(k, normal(k, args[0]), normal(k, args[1]), 1 if op == "+" else -1)
    if op == "neg":
        return add(k, {}, normal(k, args[0]), -1)
    if op == "*":
        return multiply(k, normal(k, args[0]), normal(k, args[1]))
    if op == "/":
        top, bottom = normal(k, args[0]), normal(k, args[1])
        if set(bottom) == {()}:
            return add(k, {}, top, 1 / bottom[()])
        inverse = _atom(k, ("/", _key(k, {(): Fraction(1)}), _key(k, bottom)))
        return multiply(k, top, {((inverse, 1),): Fraction(1)})
    if op == "^":
        exponent = normal(k, args[1])
        n = exponent.get((), Fraction(0))
        if set(exponent) <= {()} and 0 <= n <= MAX_POWER:
            base, result = normal(k, args[0]), {(): Fraction(1)}
            for _ in range(int(n)):
                result = multiply(k, result, base)
            return result
    if op == "dot":
        right = vector(k, args[1])
        for u, p in vector(k, args[0]).items():
            for v, q in right.items():
                pair = _atom(k, ("dot", min(u, v), max(u, v)))
                result = add(k, result, multiply(k, multiply(k, p, q), {((pair, 1),): Fraction(1)}))
        return result
    return {((_opaque(k, term), 1),): Fraction(1)}


def vector(k: Replay, term: int) -> Vector:
    """The combination of vector atoms of a vector term."""
    result: Vector = k.keep("vectors", k.terms.unfold(term), _combination)
    return result


def _combination(k: Replay, term: int) -> Vector:
    op, *args = k.terms.nodes[term]
    if op in ("+", "-"):
        result = dict(vector(k, args[0]))
        for atom, p in vector(k, args[1]).items():
            result[atom] = add(k, result.get(atom, {}), p, 1 if op == "+" else -1)
    elif op in ("*", "neg"):
        scale: Poly = normal(k, args[0]) if op == "*" else {(): Fraction(-1)}
        result = {atom: multiply(k, scale, p) for atom, p in vector(k, args[-1]).items()}
    else:
        result = {_opaque(k, term): {(): Fraction(1)}}
    k.terms.pay(len(result), sum(map(size, result.values())))
    return {atom: p for atom, p in result.items() if p}


def comparison(k: Replay, formula: int) -> tuple[bool, str, list[int]]:
    """A comparison or a negated one: whether it is negated, its operation, its sides."""
    node = k.terms.nodes[formula]
    op, *sides = k.terms.nodes[node[1]] if node[0] == "not" else node
    need(op in ("<", "<=", "="), "needs a comparison, or the negation of one")
    return node[0] == "not", op, sides


def ring(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """/ |- a = b, when both sides have the same normal form."""
    shape(p, t, 0, 2)
    if is_vector(k.terms.sorts[t[0]]):
        need(is_vector(k.terms.sorts[t[1]]) and vector(k, t[0]) == vector(k, t[1]), "the two sides differ")
    else:
        need(normal(k, t[0]) == normal(k, t[1]), "the two sides have different normal forms")
    return Sequent(frozenset(), k.terms.make("=", t[0], t[1]))


def rewrite(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A / G |- B, for comparisons (or negated ones) of the same kind whose sides have equal normal forms."""
    shape(p, t, 1, 1)
    forms = []
    for formula in (p[0].conclusion, t[0]):
        negated, op, sides = comparison(k, formula)
        form = vector if is_vector(k.terms.sorts[sides[0]]) else normal
        forms.append((negated, op, *(form(k, side) for side in sides)))
    need(forms[0] == forms[1], "the two comparisons are not equal up to ring normal form")
    return Sequent(p[0].hypotheses, t[0])


def gram(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """/ |- 0 <= <u, u>: an inner product is positive semidefinite in every dimension."""
    shape(p, t, 0, 1)
    return Sequent(frozenset(), k.terms.make("<=", k.terms.num(0), k.terms.make("dot", t[0], t[0])))


def definite(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- <u, u> = 0 / G |- u = v, where v is a vector term with normal form 0 (for instance u - u)."""
    shape(p, t, 1, 2)
    square = k.terms.make("=", k.terms.make("dot", t[0], t[0]), k.terms.num(0))
    need(p[0].conclusion == square and not vector(k, t[1]), "needs <u, u> = 0 and a vector that is zero")
    return Sequent(p[0].hypotheses, k.terms.make("=", t[0], t[1]))


RULES: dict[str, Rule] = {f.__name__: f for f in (ring, rewrite, gram, definite)}
