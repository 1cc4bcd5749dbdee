"""Derivations about points and vertices of zonotopes, in an inner-product space and in R^n at once.

Z(m) stands for the zonotope of b(1), ..., b(m); then Z(m+1) is the sum of Z(m) and the segment from -b(m+1) to b(m+1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sums import equal_sums, sums_linear
from numerics.terms import (
    TABLE,
    Term,
    between,
    conj,
    either,
    exists,
    forall,
    instance_of,
    integer,
    lam,
    negation,
    same,
    term,
    total,
    var,
    where,
)  # fmt: skip
from theorems.mukherjee2020.zonotopes import InZonotope, PointOfZonotope, SamePoint, Vertex, VertexOfZonotope

i, j = integer("i"), integer("j")
Part = tuple[Any, Term]


def body(instance: Term) -> Term:
    """What an instance of a definition says: its body for these arguments."""
    name, *arguments = TABLE.nodes[instance.index][1:]
    parameters, formula = TABLE.definitions[name]
    return Term(TABLE.substitute(formula, dict(zip(parameters, arguments, strict=True))))


def combination(parts: Sequence[Part]) -> Term:
    """The sum of c x over the parts (c, x); a coefficient 1 is not written."""
    first, *rest = (x if isinstance(c, int) and c == 1 else c * x for c, x in parts)
    for x in rest:
        first = first + x
    return first


class Space:
    """Points of an inner-product space."""

    sort = "V"

    def same(self, x: Term, y: Term) -> Term:
        """x and y are the same point."""
        return x == y

    def combine(self, *parts: Part) -> Term:
        """The sum of c x over the parts (c, x)."""
        return combination(parts)

    def member(self, x: Term, m: Any, b: Term) -> Term:
        """x lies in Z(m)."""
        return InZonotope(x, m, b)

    def vertex(self, x: Term, m: Any, b: Term) -> Term:
        """x is a vertex of Z(m)."""
        return Vertex(x, m, b)

    def equal(self, p: Proof, x: Term, y: Term, points: Sequence[tuple[Any, Fact]] = (),
              numbers: Sequence[tuple[Term, Fact]] = ()) -> Fact:  # fmt: skip
        """x = y, because x - y is the sum of c (u - v) over facts u = v of points, with their c, and of (a - b) w over
        facts a = b of numbers, with their w."""
        pairs = [(c, *fact.formula.args) for c, fact in points]
        weights = [(w, *fact.formula.args) for w, fact in numbers]

        def claim(done: int, now: Term | None = None) -> Term:
            """x = y + the sum, in which the first ``done`` left sides are right ones, and the next one is ``now``."""
            right = y
            for k, (c, u, v) in enumerate([*pairs, *weights]):
                left = v if k < done else now if k == done and now is not None else u
                right = right + (c * (left - v) if k < len(pairs) else (left - v) * c)
            return x == right

        fact = p.ring(x, claim(0).args[1])
        for k, (_, equation) in enumerate([*points, *numbers]):
            hole = var("hole", equation.formula.args[0].sort if k < len(pairs) else "real")
            fact = transport(p, lam(hole, claim(k, hole)), equation, fact)
        return p.step("rewrite", [fact], [x == y])

    def split_sum(self, p: Proof, m: Term, above: Fact, c: Term, b: Term) -> Fact:
        """The sum of c(i) b(i) up to m + 1 is that up to m and c(m+1) b(m+1)."""
        return p.lemma("sum_step", 1, m, lam(i, c(i) * b(i)), using=[above])

    def sum(self, m: Term, c: Term, b: Term) -> Term:
        """The sum of c(i) b(i) over 1 <= i <= m."""
        return total(i, 1, m, c(i) * b(i))

    def same_sums(self, p: Proof, m: Term, c: Term, d: Term, b: Term, each: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        """The sums of c(i) b(i) and of d(i) b(i) are the same point; ``each(i, 1 <= i, i <= m)`` gives c(i) = d(i)."""
        return equal_sums(p, term(1), m, lam(i, c(i) * b(i)), lam(i, d(i) * b(i)), lambda i, low, high: self.equal(
            p, c(i) * b(i), d(i) * b(i), [], [(b(i), each(i, low, high))]))  # fmt: skip

    def no_sum(self, p: Proof, c: Term, b: Term) -> Fact:
        """The sum over 1 <= i <= 0 is the origin 0 b(0)."""
        return self.equal(p, self.sum(term(0), c, b), self.combine((0, b(0))), [
            (1, p.lemma("sum_empty", 1, 0, lam(i, c(i) * b(i))))])  # fmt: skip

    def arbitrary(self, p: Proof) -> tuple[list[Term], Space]:
        """A space of this kind of any dimension, and the variables that stand for it."""
        return [], self

    def values(self) -> list[Term]:
        """What stands for this space where the variables of an arbitrary one are."""
        return []

    def congruent(self, p: Proof, b: Term, index: Fact) -> Fact:
        """b(k) and b(l) are the same point, from k = l."""
        return p.congruent(b, index)

    def nonzero(self, b: Term) -> Term:
        """b is not the zero vector."""
        return negation(self.same(b, self.combine((0, b))))


class Coordinates(Space):
    """Points of R^n."""

    sort = "int->real"

    def __init__(self, n: Term) -> None:
        self.n = n

    def arbitrary(self, p: Proof) -> tuple[list[Term], Space]:
        n = p.fresh("n", "int")
        return [n], Coordinates(n)

    def values(self) -> list[Term]:
        return [self.n]

    def same(self, x: Term, y: Term) -> Term:
        return SamePoint(self.n, x, y)

    def combine(self, *parts: Part) -> Term:
        return lam(j, combination([(c, x(j)) for c, x in parts]))

    def member(self, x: Term, m: Any, b: Term) -> Term:
        return PointOfZonotope(x, self.n, m, b)

    def vertex(self, x: Term, m: Any, b: Term) -> Term:
        return VertexOfZonotope(x, self.n, m, b)

    def at(self, p: Proof, same: Fact, k: Term, *bounds: Fact) -> Fact:
        """x(k) = y(k), for 1 <= k <= n, from the fact that x and y are the same point."""
        return p.open_definition(same).apply(k, using=bounds)

    def equal(self, p: Proof, x: Term, y: Term, points: Sequence[tuple[Any, Fact]] = (),
              numbers: Sequence[tuple[Term, Fact]] = ()) -> Fact:  # fmt: skip
        def each(k: Term, bounds: Fact) -> Fact:
            facts = [self.at(p, fact, k, bounds) for _, fact in points] + [fact for _, fact in numbers]
            return p.arith(x(k) == y(k), *facts, multipliers=[*(c for c, _ in points), *(w(k) for w, _ in numbers), 1])

        return p.restate(over(p, 1, self.n, each, "j"), self.same(x, y))

    def sum(self, m: Term, c: Term, b: Term) -> Term:
        return lam(j, total(i, 1, m, c(i) * b(i)(j)))

    def congruent(self, p: Proof, b: Term, index: Fact) -> Fact:
        k, l = index.formula.args
        return p.restate(
            over(p, 1, self.n, lambda j, _: p.congruent(lam(i, b(i)(j)), index), "j"), self.same(b(k), b(l))
        )

    def no_sum(self, p: Proof, c: Term, b: Term) -> Fact:
        zero = self.combine((0, b(0)))
        return p.restate(over(p, 1, self.n, lambda k, _: p.arith(
            self.sum(term(0), c, b)(k) == zero(k), p.lemma("sum_empty", 1, 0, lam(i, c(i) * b(i)(k)))), "j"),
            self.same(self.sum(term(0), c, b), zero))  # fmt: skip

    def split_sum(self, p: Proof, m: Term, above: Fact, c: Term, b: Term) -> Fact:
        left, right = self.sum(m + 1, c, b), self.combine((1, self.sum(m, c, b)), (c(m + 1), b(m + 1)))
        return p.restate(over(p, 1, self.n, lambda k, _: p.lemma(
            "sum_step", 1, m, lam(i, c(i) * b(i)(k)), using=[above]), "j"), self.same(left, right))  # fmt: skip

    def same_sums(self, p: Proof, m: Term, c: Term, d: Term, b: Term, each: Callable[[Term, Fact, Fact], Fact]) -> Fact:
        def at(k: Term, _: Fact) -> Fact:
            return equal_sums(p, term(1), m, lam(i, c(i) * b(i)(k)), lam(i, d(i) * b(i)(k)),
                              lambda i, low, high: p.arith(c(i) * b(i)(k) == d(i) * b(i)(k), each(i, low, high),
                                                           multipliers=[b(i)(k)]))  # fmt: skip

        return p.restate(over(p, 1, self.n, at, "j"), self.same(self.sum(m, c, b), self.sum(m, d, b)))


# The recursion Z(m+1) = Z(m) + [-1, 1] b(m+1). ``above`` is m >= 0.


def coefficients(p: Proof, member: Fact) -> tuple[Term, Fact, Fact]:
    """Coefficients of a point of a zonotope: lambda, its bounds for 1 <= i <= m, and the equation. Opens them."""
    c, fact = p.obtain(p.open_definition(member), "lambda")
    return c, fact.left, fact.right


def is_member(p: Proof, S: Space, x: Term, m: Any, b: Term, c: Term, bounds: Fact, equation: Fact) -> Fact:
    """x lies in Z(m), from its coefficients."""
    goal = S.member(x, m, b)
    opened = body(goal)
    at_c = instance_of(opened, c)
    return p.restate(p.witness(opened, c, p.both(bounds, p.restate(equation, at_c.args[1]))), goal)


def same_point(p: Proof, S: Space, x: Term, y: Term, equation: Fact) -> Fact:
    """The equation of coefficients, read as x = y."""
    return p.restate(equation, S.same(x, y))


_STORE: WeakKeyDictionary[Proof, dict[str, Fact]] = WeakKeyDictionary()


def lemma(p: Proof, S: Space, name: str, prove: Callable[[Space], Fact]) -> Fact:
    """A lemma about all spaces of a kind, proved once in each proof, for this space."""
    store = _STORE.setdefault(p, {})
    key = f"{name} {S.sort}"
    if key not in store:
        variables, T = S.arbitrary(p)
        store[key] = p.general(*variables, prove(T))
    return store[key](*S.values())


def linear(p: Proof) -> Fact:
    """The theorem on linear combinations of sums of numbers, proved once in each proof."""
    return lemma(p, Space(), "sums_linear", lambda _: sums_linear(p))


def all_generators(p: Proof, S: Space, m: Term, b: Term, name: str, prove: Callable[[Space, Term, Term, Fact], Fact],
                   above: Fact) -> Fact:  # fmt: skip
    """A lemma about all spaces, m >= 0 and generators, for these ones: ``prove(S, m, b, m >= 0)``."""

    def everywhere(T: Space) -> Fact:
        k, c = p.fresh("m", "int"), p.fresh("b", f"int->{T.sort}")
        return for_all(p, [k, c], 0 <= k, lambda given: prove(T, k, c, given[0]))

    return p.modus_ponens(lemma(p, S, name, everywhere)(m, b), p.arith(0 <= m, above))


def down(p: Proof, S: Space, m: Term, above: Fact, b: Term, member: Fact) -> tuple[Term, Term, Fact, Fact, Fact]:
    """x in Z(m+1) is u + t b(m+1): the point u, the number t, u in Z(m), -1 <= t <= 1, and the equation. Opens them."""
    split = all_generators(p, S, m, b, "down", lambda T, m, b, above: _down(p, T, m, above, b), above)
    u, t, facts = p.obtain(p.modus_ponens(split(member.formula.args[0]), member), "u", "t")
    return u, t, facts.left, facts.right.left, facts.right.right


def _down(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    """forall x: x in Z(m+1) => x = u + t b(m+1) for some u in Z(m) and -1 <= t <= 1."""
    x, u0, t0 = p.fresh("x", S.sort), p.fresh("u", S.sort), p.fresh("t", "real")
    last = b(m + 1)
    goal = exists(u0, t0, conj(S.member(u0, m, b), between(-1, t0, 1), S.same(x, S.combine((1, u0), (t0, last)))))

    def prove(given: list[Fact]) -> Fact:
        c, bounds, equation = coefficients(p, given[0])
        u, t = S.sum(m, c, b), c(m + 1)
        low = over(p, 1, m, lambda i, at: bounds.apply(i, using=[at]))
        inside = is_member(p, S, u, m, b, c, low, S.equal(p, u, u))
        split = S.split_sum(p, m, above, c, b)
        equation = same_point(p, S, x, S.sum(m + 1, c, b), equation)
        total_of = S.equal(p, x, S.combine((1, u), (t, last)), [(1, equation), (1, split)])
        return p.witness(goal, u, t, p.both(inside, bounds.apply(m + 1, using=[above]), total_of))

    return for_all(p, [x], S.member(x, m + 1, b), prove)


def up(p: Proof, S: Space, m: Term, above: Fact, b: Term, inside: Fact, t: Any, low: Fact, high: Fact,
       x: Term, equation: Fact) -> Fact:  # fmt: skip
    """x in Z(m+1), from u in Z(m), -1 <= t, t <= 1 and the equation x = u + t b(m+1)."""
    join = all_generators(p, S, m, b, "up", lambda T, m, b, above: _up(p, T, m, above, b), above)
    u = inside.formula.args[0]
    wanted = S.combine((1, u), (term(t), b(m + 1)))
    if not same(equation.formula, S.same(x, wanted)):
        equation = S.equal(p, x, wanted, [(1, equation)])
    return join.apply(u, t, x, using=[inside, low, high, equation])


def _up(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    """forall u, t, x: u in Z(m), -1 <= t <= 1, x = u + t b(m+1) => x in Z(m+1)."""
    x, u, t = p.fresh("x", S.sort), p.fresh("u", S.sort), p.fresh("t", "real")

    def prove(given: list[Fact]) -> Fact:
        member, low, high, equation = given
        c, bounds, old = coefficients(p, member)
        d = lam(i, where(i <= m, c(i), t))

        def bound(i: Term, at: Fact) -> Fact:
            def of(rule: str, side: Fact, *known: Fact) -> Fact:
                value = p.lemma(rule, *d(i).args, using=[side])
                return p.both(p.arith(-1 <= d(i), value, *known), p.arith(d(i) <= 1, value, *known))

            return p.decide(i <= m, lambda yes: of("if_true", yes, bounds.apply(i, using=[at, yes])),
                            lambda no: of("if_false", no, low, high))  # fmt: skip

        end = p.lemma("if_false", *d(m + 1).args, using=[p.arith(negation(m + 1 <= m))])
        heads = S.same_sums(p, m, d, c, b, lambda i, _, high: p.lemma("if_true", *d(i).args, using=[high]))
        split = S.split_sum(p, m, above, d, b)
        old = same_point(p, S, u, S.sum(m, c, b), old)
        total_of = S.equal(p, x, S.sum(m + 1, d, b), [(1, equation), (1, old), (-1, heads), (-1, split)], [(
            S.combine((-1, b(m + 1))), end)])  # fmt: skip
        return is_member(p, S, x, m + 1, b, d, over(p, 1, m + 1, bound), total_of)

    return for_all(p, [u, t, x], conj(S.member(u, m, b), -1 <= t, t <= 1, S.same(
        x, S.combine((1, u), (t, b(m + 1))))), prove)  # fmt: skip


def moved(p: Proof, S: Space, m: Any, b: Term, inside: Fact, y: Term, same: Fact) -> Fact:
    """y in Z(m), from x in Z(m) and x = y."""

    def everywhere(T: Space) -> Fact:
        m, b = p.fresh("m", "int"), p.fresh("b", f"int->{T.sort}")
        x, y = p.fresh("x", T.sort), p.fresh("y", T.sort)

        def prove(given: list[Fact]) -> Fact:
            c, bounds, equation = coefficients(p, given[0])
            equation = same_point(p, T, x, T.sum(m, c, b), equation)
            total_of = T.equal(p, y, T.sum(m, c, b), [(-1, given[1]), (1, equation)])
            return is_member(p, T, y, m, b, c, bounds, total_of)

        return for_all(p, [m, b, x, y], conj(T.member(x, m, b), T.same(x, y)), prove)

    x = inside.formula.args[0]
    return lemma(p, S, "moved", everywhere).apply(m, b, x, y, using=[inside, same])


def empty_zonotope(p: Proof, S: Space, b: Term, inside: Fact) -> Fact:
    """A point of Z(0) is the origin 0 b(0)."""
    mark = p.opened
    c, _, equation = coefficients(p, inside)
    x, zero = inside.formula.args[0], S.combine((0, b(0)))
    equation = same_point(p, S, x, S.sum(term(0), c, b), equation)
    return p.close(S.equal(p, x, zero, [(1, equation), (1, S.no_sum(p, c, b))]), mark)


def vertex_at(p: Proof, S: Space, vertex: Fact, y: Term, z: Term, *facts: Fact) -> Fact:
    """y = z, from a vertex x of Z(m), y and z in Z(m), and y + z = 2 x."""
    return p.prove(S.same(y, z), p.open_definition(vertex).right.apply(y, z, using=facts))


def for_all(p: Proof, variables: Sequence[Term], premise: Term, prove: Callable[[list[Fact]], Fact]) -> Fact:
    """forall variables, premise => what ``prove`` makes of the premise's conjuncts."""
    mark = p.opened
    given = p.assume(premise)
    return p.general(*variables, p.implication(premise, p.close(prove(given.split()), mark)))


def is_vertex(p: Proof, S: Space, inside: Fact, prove: Callable[[Term, Term, Fact, Fact, Fact], Fact]) -> Fact:
    """x is a vertex of Z(m): ``prove(y, z, y in Z(m), z in Z(m), y + z = 2 x)`` gives y = z."""
    x, *_, m, b = inside.formula.args
    goal = S.vertex(x, m, b)
    y, z = p.fresh("y", S.sort), p.fresh("z", S.sort)
    premise = conj(S.member(y, m, b), S.member(z, m, b), S.same(S.combine((1, y), (1, z)), S.combine((2, x))))
    return p.restate(p.both(inside, for_all(p, [y, z], premise, lambda given: prove(y, z, *given))), goal)


def by_all_cases(p: Proof, alternatives: Sequence[Fact], prove: Callable[[list[Fact]], Fact]) -> Fact:
    """What ``prove`` makes of one side of each disjunction, whichever side that is."""
    if not alternatives:
        return prove([])
    first, *rest = alternatives

    def branch(fact: Fact) -> Fact:
        return by_all_cases(p, rest, lambda facts: prove([fact, *facts]))

    return p.by_cases(first, branch, branch)


# Facts for all points. ``above`` is m >= 0, and b' stands for b(m+1).


def linear_sums(p: Proof, S: Space, c: Term, d: Term, f: Any, g: Any, b: Term) -> Fact:
    """forall n >= 0: the sum of (f c(i) + g d(i)) b(i) up to n is f times that of c(i) b(i) and g times the other."""

    def everywhere(T: Space) -> Fact:
        c, d, b = p.fresh("c", "int->real"), p.fresh("d", "int->real"), p.fresh("b", f"int->{T.sort}")
        f, g = p.fresh("f", "real"), p.fresh("g", "real")
        return p.general(c, d, f, g, b, _linear_sums(p, T, c, d, f, g, b))

    return lemma(p, S, "linear_sums", everywhere)(c, d, f, g, b)


def _linear_sums(p: Proof, S: Space, c: Term, d: Term, f: Term, g: Term, b: Term) -> Fact:
    e = lam(i, f * c(i) + g * d(i))

    def claim(n: Term) -> Term:
        return S.same(S.sum(n, e, b), S.combine((f, S.sum(n, c, b)), (g, S.sum(n, d, b))))

    def from_parts(n: Term, parts: list[tuple[Any, Fact]]) -> Fact:
        return S.equal(p, S.sum(n, e, b), S.combine((f, S.sum(n, c, b)), (g, S.sum(n, d, b))), parts)

    none = [(k, S.no_sum(p, h, b)) for k, h in ((1, e), (-f, c), (-g, d))]
    return p.induction("n", 0, claim, from_parts(term(0), none), lambda n, above, here: from_parts(n + 1, [
        (1, here), *((k, S.split_sum(p, n, above, h, b)) for k, h in ((1, e), (-f, c), (-g, d)))]))  # fmt: skip


def convex(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    """forall x, y, s: x, y in Z(m), 0 <= s <= 1 => (1 - s) x + s y in Z(m)."""
    return all_generators(p, S, m, b, "convex", lambda T, m, b, above: _convex(p, T, m, above, b), above)


def _convex(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    x, y, s = p.fresh("x", S.sort), p.fresh("y", S.sort), p.fresh("s", "real")

    def prove(given: list[Fact]) -> Fact:
        in_x, in_y, low, high = given
        c, c_bounds, c_sum = coefficients(p, in_x)
        d, d_bounds, d_sum = coefficients(p, in_y)
        e = lam(i, (1 - s) * c(i) + s * d(i))
        point = S.combine((1 - s, x), (s, y))

        def bound(i: Term, at: Fact) -> Fact:
            known = [*c_bounds.apply(i, using=[at]).split(), *d_bounds.apply(i, using=[at]).split()]
            return p.both(p.arith(-1 <= e(i), low, high, *known), p.arith(e(i) <= 1, low, high, *known))

        mixed = linear_sums(p, S, c, d, 1 - s, s, b).apply(m, using=[above])
        equation = S.equal(p, point, S.sum(m, e, b), [
            (1 - s, same_point(p, S, x, S.sum(m, c, b), c_sum)), (s, same_point(p, S, y, S.sum(m, d, b), d_sum)),
            (-1, mixed)])  # fmt: skip
        return is_member(p, S, point, m, b, e, over(p, 1, m, bound), equation)

    return for_all(p, [x, y, s], conj(S.member(x, m, b), S.member(y, m, b), 0 <= s, s <= 1), prove)


def sign(s: Term) -> Term:
    """s is 1 or -1."""
    return either(s == 1, s == -1)


def straight(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    """forall u, y, z, s, t: u, y, z in Z(m), s = 1 or s = -1, u + s b' a vertex of Z(m+1), s t >= 0 and
    y + z = 2 u + 2 t b' => y = z."""
    u, y, z = (p.fresh(name, S.sort) for name in "uyz")
    s, t = p.fresh("s", "real"), p.fresh("t", "real")
    last = b(m + 1)
    tip = S.combine((1, u), (s, last))
    mixtures = convex(p, S, m, above, b)

    def prove(given: list[Fact]) -> Fact:
        in_u, in_y, in_z, way, vertex, forward, middle = given
        k = 1 / (1 + s * t)
        inverse = p.lemma("inverse", 1 + s * t, using=[p.arith(1 + s * t > 0, forward)])
        positive = p.arith(0 < k, inverse, forward)
        small = p.arith(k <= 1, inverse, forward, positive)
        square = p.by_cases(way, lambda e: p.arith(s * s == 1, e, multipliers=[s, 1]),
                            lambda e: p.arith(s * s == 1, e, multipliers=[s, 1]))  # fmt: skip
        ends = p.arith(k * t + k * s == s, inverse, square, multipliers=[s, k * t, k * s])
        low = p.by_cases(way, lambda e: p.arith(-1 <= s * k, e, positive, small, multipliers=[k]),
                         lambda e: p.arith(-1 <= s * k, e, positive, small, multipliers=[k]))  # fmt: skip
        high = p.by_cases(way, lambda e: p.arith(s * k <= 1, e, positive, small, multipliers=[k]),
                          lambda e: p.arith(s * k <= 1, e, positive, small, multipliers=[k]))  # fmt: skip

        def lifted(inside: Fact) -> Fact:
            near = mixtures.apply(u, inside.formula.args[0], k, using=[in_u, inside, positive, small])
            point = S.combine((1, near.formula.args[0]), (s * k, last))
            return up(p, S, m, above, b, near, s * k, low, high, point, S.equal(p, point, point))

        one, other = lifted(in_y), lifted(in_z)
        left, right = one.formula.args[0], other.formula.args[0]
        halfway = S.equal(p, S.combine((1, left), (1, right)), S.combine((2, tip)), [(k, middle)],
                          [(S.combine((2, last)), ends)])  # fmt: skip
        equal = vertex_at(p, S, vertex, left, right, one, other, halfway)
        return S.equal(p, y, z, [(1 + s * t, equal)], [(S.combine((-1, y), (1, z)), inverse)])

    premise = conj(S.member(u, m, b), S.member(y, m, b), S.member(z, m, b), sign(s), S.vertex(tip, m + 1, b),
                   0 <= s * t, S.same(S.combine((1, y), (1, z)), S.combine((2, u), (2 * t, last))))  # fmt: skip
    return for_all(p, [u, y, z, s, t], premise, prove)


def summand(p: Proof, S: Space, m: Term, above: Fact, b: Term, nonzero: Fact) -> Fact:
    """forall v: v a vertex of Z(m+1) => v = u + s b' for a vertex u of Z(m) and s = 1 or s = -1; for b' not zero."""
    v = p.fresh("v", S.sort)
    u0, s0 = p.fresh("u", S.sort), p.fresh("s", "real")
    last = b(m + 1)
    found = exists(u0, s0, conj(S.vertex(u0, m, b), sign(s0), S.same(v, S.combine((1, u0), (s0, last)))))

    def prove(given: list[Fact]) -> Fact:
        vertex = given[0]
        u, t, inside, bounds, equation = down(p, S, m, above, b, p.open_definition(vertex).left)

        def two(y: Fact, z: Fact, a: Any, c: Any, *facts: Fact) -> tuple[Fact, Fact]:
            """The points y + a b', z + c b' of Z(m+1)."""
            points = []
            for f, e in ((y, a), (z, c)):
                x = S.combine((1, f.formula.args[0]), (e, last))
                points.append(up(p, S, m, above, b, f, e, p.arith(-1 <= e, *facts), p.arith(e <= 1, *facts), x,
                                 S.equal(p, x, x)))  # fmt: skip
            return points[0], points[1]

        def corner(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            one, other = two(in_y, in_z, t, t, bounds)
            left, right = one.formula.args[0], other.formula.args[0]
            halfway = S.equal(p, S.combine((1, left), (1, right)), S.combine((2, v)), [(1, middle), (-2, equation)])
            return S.equal(p, y, z, [(1, vertex_at(p, S, vertex, left, right, one, other, halfway))])

        is_corner = is_vertex(p, S, inside, corner)

        def found_with(way: Fact) -> Fact:
            return p.witness(found, u, t, p.both(is_corner, way, equation))

        def inner(above_one: Fact, below_one: Fact) -> Fact:
            gap = (1 - t * t) / 2
            wide = p.arith(gap > 0, above_one, below_one)
            facts = [p.arith(t + gap <= 1, squares=[1 - t]), p.arith(-1 <= t + gap, bounds, wide),
                     p.arith(t - gap <= 1, bounds, wide), p.arith(-1 <= t - gap, squares=[1 + t])]  # fmt: skip
            one, other = two(inside, inside, t + gap, t - gap, *facts)
            left, right = one.formula.args[0], other.formula.args[0]
            halfway = S.equal(p, S.combine((1, left), (1, right)), S.combine((2, v)), [(-2, equation)])
            equal = vertex_at(p, S, vertex, left, right, one, other, halfway)
            inverse = p.lemma("inverse", 2 * gap, using=[p.arith(2 * gap > 0, wide)])
            zero = S.equal(p, last, S.combine((0, last)), [(1 / (2 * gap), equal)], [(S.combine((-1, last)), inverse)])
            return p.anything(found, p.conflict(zero, nonzero))

        def not_one(no: Fact) -> Fact:
            below = p.arith(t < 1, bounds, no)
            return p.decide(t <= -1, lambda yes: found_with(p.or_intro(sign(t), p.arith(t == -1, bounds, yes))),
                            lambda no: inner(p.arith(-1 < t, no), below))  # fmt: skip

        return p.decide(t >= 1, lambda yes: found_with(p.or_intro(sign(t), p.arith(t == 1, bounds, yes))), not_one)

    return for_all(p, [v], S.vertex(v, m + 1, b), prove)


def vertex_moved(p: Proof, S: Space, m: Any, b: Term, vertex: Fact, y: Term, same: Fact) -> Fact:
    """y is a vertex of Z(m), because x is and x = y."""

    def everywhere(T: Space) -> Fact:
        m, b = p.fresh("m", "int"), p.fresh("b", f"int->{T.sort}")
        x, y = p.fresh("x", T.sort), p.fresh("y", T.sort)

        def prove(given: list[Fact]) -> Fact:
            vertex, same = given
            member = moved(p, T, m, b, p.open_definition(vertex).left, y, same)

            def middle_of(u: Term, z: Term, in_u: Fact, in_z: Fact, middle: Fact) -> Fact:
                halfway = T.equal(p, T.combine((1, u), (1, z)), T.combine((2, x)), [(1, middle), (-2, same)])
                return vertex_at(p, T, vertex, u, z, in_u, in_z, halfway)

            return is_vertex(p, T, member, middle_of)

        return for_all(p, [m, b, x, y], conj(T.vertex(x, m, b), T.same(x, y)), prove)

    x = vertex.formula.args[0]
    return lemma(p, S, "vertex_moved", everywhere).apply(m, b, x, y, using=[vertex, same])


def without_zero(p: Proof, S: Space, m: Term, above: Fact, b: Term, zero: Fact, vertex: Fact) -> Fact:
    """A vertex of Z(m+1) is one of Z(m), where b' is zero (``zero``: b' = 0 b')."""
    x, last = vertex.formula.args[0], b(m + 1)
    mark = p.opened
    u, t, inside, _, equation = down(p, S, m, above, b, p.open_definition(vertex).left)
    same = S.equal(p, u, x, [(-1, equation), (-t, zero)])
    member = p.close(moved(p, S, m, b, inside, x, same), mark)

    def prove(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
        lifted = [up(p, S, m, above, b, f, term(0), p.arith(-1 <= term(0)), p.arith(term(0) <= 1), f.formula.args[0],
                     S.equal(p, f.formula.args[0], S.combine((1, f.formula.args[0]), (term(0), last))))
                  for f in (in_y, in_z)]  # fmt: skip
        return vertex_at(p, S, vertex, y, z, *lifted, middle)

    return is_vertex(p, S, member, prove)


def with_zero(p: Proof, S: Space, m: Term, above: Fact, b: Term, zero: Fact, vertex: Fact) -> Fact:
    """A vertex of Z(m) is one of Z(m+1), where b' is zero (``zero``: b' = 0 b')."""
    last = b(m + 1)

    def lifted(inside: Fact) -> Fact:
        y = inside.formula.args[0]
        return up(p, S, m, above, b, inside, term(0), p.arith(-1 <= term(0)), p.arith(term(0) <= 1), y,
                  S.equal(p, y, S.combine((1, y), (term(0), last))))  # fmt: skip

    def lowered(inside: Fact) -> Fact:
        y = inside.formula.args[0]
        mark = p.opened
        u, t, low, _, equation = down(p, S, m, above, b, inside)
        return p.close(moved(p, S, m, b, low, y, S.equal(p, u, y, [(-1, equation), (-t, zero)])), mark)

    return is_vertex(p, S, lifted(p.open_definition(vertex).left), lambda y, z, in_y, in_z, middle: vertex_at(
        p, S, vertex, y, z, lowered(in_y), lowered(in_z), middle))  # fmt: skip


def tips(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    """forall u, s: u a vertex of Z(m), s = 1 or -1, no u + s t b' in Z(m) with t > 0 => u + s b' a vertex of Z(m+1)."""
    return all_generators(p, S, m, b, "tips", lambda T, m, b, above: _tips(p, T, m, above, b), above)


def _tips(p: Proof, S: Space, m: Term, above: Fact, b: Term) -> Fact:
    mixtures = convex(p, S, m, above, b)
    u, s, w, t = p.fresh("u", S.sort), p.fresh("s", "real"), p.fresh("w", S.sort), p.fresh("t", "real")
    last, half = b(m + 1), term("1/2")
    stuck = forall(w, t, negation(conj(t > 0, S.member(w, m, b), S.same(w, S.combine((1, u), (s * t, last))))))

    def prove(given: list[Fact]) -> Fact:
        corner, way, alone = given
        tip = S.combine((1, u), (s, last))
        square = p.by_cases(way, *[lambda e: p.arith(s * s == 1, e, multipliers=[s, 1])] * 2)
        low, high = p.arith(-1 <= s, square), p.arith(s <= 1, square)
        member = up(p, S, m, above, b, p.open_definition(corner).left, s, low, high, tip, S.equal(p, tip, tip))

        def middle_of(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            y_low, a, in_low_y, y_bounds, y_sum = down(p, S, m, above, b, in_y)
            z_low, c, in_low_z, z_bounds, z_sum = down(p, S, m, above, b, in_z)
            t = 1 - s * (a + c) * half
            inside = mixtures.apply(y_low, z_low, half, using=[
                in_low_y, in_low_z, p.arith(half >= 0), p.arith(half <= 1)])  # fmt: skip
            w = inside.formula.args[0]
            ends = p.arith(s * t == s - (a + c) * half, square, multipliers=[(a + c) * half])
            reached = S.equal(p, w, S.combine((1, u), (s * t, last)), [
                (half, middle), (-half, y_sum), (-half, z_sum)], [(S.combine((-1, last)), ends)])  # fmt: skip

            def further(far: Fact) -> Fact:
                return p.anything(S.same(y, z), p.conflict(p.both(far, inside, reached), alone(w, t)))

            def exact(no: Fact) -> Fact:
                at_ends = [p.by_cases(way, *[lambda e, x=x: p.arith(x == s, e, p.arith(
                    s * (a + c) >= 2, no), y_bounds, z_bounds, multipliers=[1, a, c])] * 2) for x in (a,
                        c)]  # fmt: skip
                twice = S.equal(p, S.combine((1, y_low), (1, z_low)), S.combine((2, u)), [
                    (1, middle), (-1, y_sum), (-1, z_sum)], [(S.combine((-1, last)), e) for e in at_ends])  # fmt: skip
                equal = vertex_at(p, S, corner, y_low, z_low, in_low_y, in_low_z, twice)
                return S.equal(p, y, z, [(1, y_sum), (-1, z_sum), (1, equal)], [
                    (last, at_ends[0]), (S.combine((-1, last)), at_ends[1])])  # fmt: skip

            return p.decide(t > 0, further, exact)

        return is_vertex(p, S, member, middle_of)

    return for_all(p, [u, s], conj(S.vertex(u, m, b), sign(s), stuck), prove)


def some_tip(p: Proof, S: Space, m: Term, above: Fact, b: Term, nonzero: Fact) -> Fact:
    """forall u: u a vertex of Z(m) => u + b' or u - b' is a vertex of Z(m+1); for b' not zero."""
    u, x, r = p.fresh("u", S.sort), p.fresh("x", S.sort), p.fresh("r", "real")
    last = b(m + 1)
    mixtures = convex(p, S, m, above, b)
    tip = tips(p, S, m, above, b)

    def reach(s: int) -> Term:
        return exists(x, r, conj(r > 0, S.member(x, m, b), S.same(x, S.combine((1, u), (s * r, last)))))

    def prove(given: list[Fact]) -> Fact:
        vertex = given[0]
        inside = p.open_definition(vertex).left
        goal = either(*(S.vertex(S.combine((1, u), (term(s), last)), m + 1, b) for s in (1, -1)))

        def closed(s: int, no: Fact) -> Fact:
            w, t = p.fresh("w", S.sort), p.fresh("t", "real")
            point = conj(t > 0, S.member(w, m, b), S.same(w, S.combine((1, u), (term(s) * t, last))))
            none = p.general(w, t, p.refute(point, lambda at: p.conflict(p.witness(reach(s), w, t, at), no)))
            way = p.or_intro(sign(term(s)), p.ring(term(s), term(s)))
            return p.or_intro(goal, tip.apply(u, s, using=[vertex, way, none]))

        def both_ways(one: Fact, other: Fact) -> Fact:
            w, t, far = p.obtain(one, "w", "t")
            z, c, back = p.obtain(other, "z", "c")
            positive = p.arith(t + c > 0, far.left, back.left)
            k = 1 / (t + c)
            inverse = p.lemma("inverse", t + c, using=[positive])
            small = p.arith(k > 0, inverse, positive)
            shares = [p.arith(x * k >= 0, small, f.left) for x, f in ((t, far), (c, back))]
            whole = p.arith(t * k + c * k == 1, inverse)
            points = [mixtures.apply(u, at, y * k, using=[
                inside, f.right.left, *shares, p.arith(y * k <= 1, whole, *shares)])
                for at, y, f in ((w, c, far), (z, t, back))]  # fmt: skip
            left, right = (f.formula.args[0] for f in points)
            middle = S.equal(p, S.combine((1, left), (1, right)), S.combine((2, u)), [
                (c * k, far.right.right), (t * k, back.right.right)])  # fmt: skip
            equal = vertex_at(p, S, vertex, left, right, *points, middle)
            gap = p.arith(2 * (c * (t * k)) > 0, p.arith(t * k > 0, small, far.left), back.left)
            scale = 1 / (2 * (c * (t * k)))
            undo = p.lemma("inverse", 2 * (c * (t * k)), using=[gap])
            zero = S.equal(p, last, S.combine((0, last)), [
                (scale, equal), (-scale * c * k, far.right.right), (scale * t * k, back.right.right)],
                [(S.combine((-1, last)), undo)])  # fmt: skip
            return p.anything(goal, p.conflict(zero, nonzero))

        return p.decide(reach(1), lambda one: p.decide(reach(-1), lambda other: both_ways(one, other),
                                                       lambda no: closed(-1, no)),
                                                           lambda no: closed(1, no))  # fmt: skip

    return for_all(p, [u], S.vertex(u, m, b), prove)


def replaced(
    p: Proof, S: Space, m: Term, c: Term, b: Term, k: Term, e: Any, low: Fact, high: Fact, above: Fact
) -> Fact:
    """With e for c(k), 1 <= k <= m, the sum of c(i) b(i) up to m grows by (e - c(k)) b(k)."""
    d = lam(i, where(i == k, e, c(i)))

    def claim(n: Term) -> Term:
        return S.same(S.sum(n, d, b), S.combine((1, S.sum(n, c, b)), (where(k <= n, e - c(k), 0), b(k))))

    def base() -> Fact:
        none = p.lemma("if_false", *where(k <= 0, e - c(k), 0).args, using=[p.arith(negation(k <= 0), low)])
        left, right = claim(term(0)).args[-2:]
        return S.equal(
            p, left, right, [(1, S.no_sum(p, d, b)), (-1, S.no_sum(p, c, b))], [(S.combine((-1, b(k))), none)]
        )

    def step(n: Term, above: Fact, here: Fact) -> Fact:
        last = n + 1
        old, new = (where(k <= x, e - c(k), 0) for x in (n, last))
        left, right = claim(last).args[-2:]
        splits = [(1, here), (1, S.split_sum(p, n, above, d, b)), (-1, S.split_sum(p, n, above, c, b))]

        def at(yes: Fact) -> Fact:
            is_last = p.arith(k == last, yes)
            value = p.lemma("if_true", *d(last).args, using=[yes])
            before = p.lemma("if_false", *old.args, using=[p.arith(negation(k <= n), is_last)])
            after = p.lemma("if_true", *new.args, using=[p.arith(k <= last, is_last)])
            same_c = p.congruent(c, is_last)
            same_b = S.congruent(p, b, is_last)
            return S.equal(p, left, right, [*splits, (c(k) - e, same_b)], [
                (b(last), p.arith(d(last) - c(last) == e - c(k), value, same_c)), (b(k), before),
                (S.combine((-1, b(k))), after)])  # fmt: skip

        def elsewhere(no: Fact) -> Fact:
            value = p.lemma("if_false", *d(last).args, using=[no])

            def early(yes: Fact) -> Fact:
                return p.arith(old == new, p.lemma("if_true", *old.args, using=[yes]),
                               p.lemma("if_true", *new.args, using=[p.arith(k <= last, yes)]))  # fmt: skip

            def late(beyond: Fact) -> Fact:
                apart = p.refute(k <= last, lambda yes: p.conflict(p.arith(last == k, yes, beyond), no))
                return p.arith(old == new, p.lemma("if_false", *old.args, using=[beyond]),
                               p.lemma("if_false", *new.args, using=[apart]))  # fmt: skip

            same = p.decide(k <= n, early, late)
            return S.equal(p, left, right, splits, [(b(last), value), (b(k), same)])

        return p.decide(last == k, at, elsewhere)

    whole = p.induction("n", 0, claim, base, step).apply(m, using=[above])
    end = p.lemma("if_true", *where(k <= m, e - c(k), 0).args, using=[high])
    return S.equal(p, S.sum(m, d, b), S.combine((1, S.sum(m, c, b)), (e - c(k), b(k))), [(1, whole)], [(b(k), end)])


def extreme(p: Proof, S: Space, m: Term, above: Fact, b: Term, vertex: Fact, c: Term, bounds: Fact, equation: Fact,
            k: Term, low: Fact, high: Fact, nonzero: Fact) -> Fact:  # fmt: skip
    """c(k) is 1 or -1, where c are coefficients of a vertex x of Z(m), 1 <= k <= m, and b(k) is not zero."""
    x = vertex.formula.args[0]
    at = bounds.apply(k, using=[low, high])
    gap = (1 - c(k) * c(k)) / 2

    def inner(above_one: Fact, below_one: Fact) -> Fact:
        wide = p.arith(gap > 0, above_one, below_one)
        facts = {1: [p.arith(c(k) + gap <= 1, squares=[1 - c(k)]), p.arith(-1 <= c(k) + gap, at, wide)],
                 -1: [p.arith(c(k) - gap <= 1, at, wide), p.arith(-1 <= c(k) - gap, squares=[1 + c(k)])]}  # fmt: skip
        points = []
        for s, inside in facts.items():
            e = c(k) + s * gap
            d = lam(i, where(i == k, e, c(i)))

            def bound(i: Term, given: Fact, d: Term = d, inside: list[Fact] = inside) -> Fact:
                def one(rule: str, at: Fact, known: list[Fact]) -> Fact:
                    same = p.lemma(rule, *d(i).args, using=[at])
                    return p.both(p.arith(-1 <= d(i), same, *known), p.arith(d(i) <= 1, same, *known))

                return p.decide(i == k, lambda yes: one("if_true", yes, inside),
                                lambda no: one("if_false", no, [bounds.apply(i, using=[given])]))  # fmt: skip

            y = S.sum(m, d, b)
            member = is_member(p, S, y, m, b, d, over(p, 1, m, bound), S.equal(p, y, y))
            grown = replaced(p, S, m, c, b, k, e, low, high, above)
            points.append((member, S.equal(p, y, S.combine((1, x), (s * gap, b(k))), [(1, grown), (-1, equation)])))
        (one, at_one), (other, at_other) = points
        left, right = one.formula.args[0], other.formula.args[0]
        middle = S.equal(p, S.combine((1, left), (1, right)), S.combine((2, x)), [(1, at_one), (1, at_other)])
        equal = vertex_at(p, S, vertex, left, right, one, other, middle)
        scale = 1 / (2 * gap)
        inverse = p.lemma("inverse", 2 * gap, using=[p.arith(2 * gap > 0, wide)])
        zero = S.equal(p, b(k), S.combine((0, b(k))), [(scale, equal), (-scale, at_one), (scale, at_other)],
                       [(S.combine((-1, b(k))), inverse)])  # fmt: skip
        return p.anything(sign(c(k)), p.conflict(zero, nonzero))

    def not_one(no: Fact) -> Fact:
        below = p.arith(c(k) < 1, at, no)
        return p.decide(c(k) <= -1, lambda yes: p.or_intro(sign(c(k)), p.arith(c(k) == -1, at, yes)),
                        lambda no: inner(p.arith(-1 < c(k), no), below))  # fmt: skip

    return p.decide(c(k) >= 1, lambda yes: p.or_intro(sign(c(k)), p.arith(c(k) == 1, at, yes)), not_one)
