"""Polynomial reasoning over the reals and over inner-product spaces of any dimension.

A term is normalised to a polynomial with rational coefficients in *atoms*: variables and applications of operations
that are not polynomial, identified up to the normal form of their arguments (equal arguments give equal values). A
vector term is normalised to a combination of vector atoms; an inner product expands bilinearly and symmetrically.
All of that is equality in every commutative ring, or real inner-product space, so it holds whatever the atoms mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from certs.checker import Replay, Rule, Sequent, need, shape, union
from certs.language import is_vector, read_number

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


def _size(poly: Poly) -> int:
    return 1 + sum(1 + len(m) for m in poly)


def _key(k: Replay, poly: Poly) -> frozenset[Any]:
    """What identifies a polynomial; coefficients by their digits, since hashes of numbers can be made to collide."""
    k.terms.pay(_size(poly), _size(poly))
    return frozenset((m, f"{c.numerator:x}/{c.denominator:x}") for m, c in poly.items())


def _canonical(k: Replay, term: int) -> Any:
    """What identifies a part of an atom: equal for parts that are equal whatever the atoms mean."""
    memo: dict[int, Any] = k.cache.setdefault("canonical", {})
    if term not in memo:
        memo[term] = _form(k, term)
    return memo[term]


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
    term = k.terms.unfold(term)
    memo: dict[int, Poly] = k.cache.setdefault("polynomials", {})
    if term not in memo:
        need(k.terms.sorts[term] in ("int", "real"), "needs a numeric term")
        result = _normal(k, term)
        k.terms.pay(room=_size(result))
        memo[term] = result
    return memo[term]


def _normal(k: Replay, term: int) -> Poly:
    result: Poly
    node = k.terms.nodes[term]
    op, args = node[0], node[1:]
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
        result = {}
        right = vector(k, args[1])
        for u, p in vector(k, args[0]).items():
            for v, q in right.items():
                pair = _atom(k, ("dot", min(u, v), max(u, v)))
                result = add(k, result, multiply(k, multiply(k, p, q), {((pair, 1),): Fraction(1)}))
        return result
    return {((_opaque(k, term), 1),): Fraction(1)}


def vector(k: Replay, term: int) -> Vector:
    """The combination of vector atoms of a vector term."""
    term = k.terms.unfold(term)
    memo: dict[int, Vector] = k.cache.setdefault("vectors", {})
    if term not in memo:
        node = k.terms.nodes[term]
        if node[0] in ("+", "-"):
            result = dict(vector(k, node[1]))
            for atom, p in vector(k, node[2]).items():
                result[atom] = add(k, result.get(atom, {}), p, 1 if node[0] == "+" else -1)
        elif node[0] in ("*", "neg"):
            scale: Poly = normal(k, node[1]) if node[0] == "*" else {(): Fraction(-1)}
            result = {atom: multiply(k, scale, p) for atom, p in vector(k, node[-1]).items()}
        else:
            result = {_opaque(k, term): {(): Fraction(1)}}
        k.terms.pay(len(result), sum(map(_size, result.values())))
        memo[term] = {atom: p for atom, p in result.items() if p}
    return memo[term]


def relation(k: Replay, formula: int) -> tuple[str, Poly]:
    """Read a formula as p >= 0, p > 0, p = 0 or p != 0: comparisons and their negations."""
    memo: dict[int, tuple[str, Poly]] = k.cache.setdefault("relations", {})
    if formula not in memo:
        result = _relation(k, formula)
        k.terms.pay(room=_size(result[1]))
        memo[formula] = result
    return memo[formula]


def _relation(k: Replay, formula: int) -> tuple[str, Poly]:
    node = k.terms.nodes[formula]
    negated = node[0] == "not"
    op, *args = k.terms.nodes[node[1]] if negated else node
    need(op in ("<", "<=", "="), "needs a comparison of numbers, or the negation of one")
    difference = add(k, normal(k, args[1]), normal(k, args[0]), -1)
    if op == "=":
        return ("!=" if negated else "="), difference
    if negated:
        return (">=" if op == "<" else ">"), add(k, {}, difference, -1)
    return (">" if op == "<" else ">="), difference


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
    before, after = p[0].conclusion, t[0]
    sides = []
    for formula in (before, after):
        node = k.terms.nodes[formula]
        negated = node[0] == "not"
        op, *args = k.terms.nodes[node[1]] if negated else node
        need(op in ("<", "<=", "="), "needs a comparison, or the negation of one")
        form = vector if is_vector(k.terms.sorts[args[0]]) else normal
        sides.append((negated, op, *(form(k, a) for a in args)))
    need(sides[0] == sides[1], "the two comparisons are not equal up to ring normal form")
    return Sequent(p[0].hypotheses, after)


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


RULES: dict[str, Rule] = {f.__name__: f for f in (ring, rewrite, positivstellensatz, gram, definite)}
