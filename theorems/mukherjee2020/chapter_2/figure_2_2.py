"""Figure 2.2, three functions of the zonotope family: they have 17, 33 and 65 pieces; the l1 norm is as captioned."""

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import integers
from numerics.terms import (
    Term,
    absolute,
    conj,
    exists,
    forall,
    function,
    implies,
    integer,
    lam,
    maximum,
    negation,
    real,
    term,
    total,
    vector,
    vertices,
    where,
)  # fmt: skip
from numerics.zonotope import vertex_count
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import H, for_compositions, p
from theorems.mukherjee2020.chapter_2.lemma_2_3_5 import k as layers
from theorems.mukherjee2020.zonotope_geometry import body
from theorems.mukherjee2020.zonotopes import PieceCount, PointOfZonotope, Support, VertexCount

counts = Claim(
    "mukherjee2020", "figure", "2.2", slug="pieces", section="2.3.2", family="zonotopes",
    title="Figure 2.2 piece counts", uses=["proposition_2_3_9.pieces"],
    statement=r"""With $M = 1$, $w = 2$ and all $a^l = (\frac12)$ the three functions are $H \circ \gamma_Z$, with
    $k = 2$ and $b = (0, 1), (1, 0)$; $k = 2$ and $c = (\frac14, \frac12), (-\frac12, 0), (0, -\frac14),
    (-\frac14, -\frac14)$; $k = 3$ and the same $c$. They have 17, 33 and 65 pieces: 16, 32 and 64 where
    $\gamma_Z \le 1$, and one beyond. So
    more generators and more layers do make the function more complex, as the caption says. (It prints no numbers;
    those of Theorem 2.3.10 (i) would be 8, 16 and 32, those of Proposition 2.3.9 4, 12 and 24.)""",
)  # fmt: skip

N, k, pieces, i, j = integer("N"), integer("k"), integer("pieces"), integer("i"), integer("j")
left = lam(i, j, (i - j) * (i - j))  # (0, 1), (1, 0)


def coordinates(values: tuple[str, ...]) -> Term:
    """A sequence that begins with four numbers."""
    a, b, c, d = (term(value) for value in values)
    return where(i <= 1, a, where(i <= 2, b, where(i <= 3, c, d)))


middle = lam(i, j, where(j <= 1, coordinates(("1/4", "-1/2", "0", "-1/4")), coordinates(("1/2", "0", "-1/4", "-1/4"))))


def count(N: Term, k: Term) -> Term:
    """The number of pieces for N >= 3 vertices, w = 2 and k >= 2."""
    return N * 2**k + 1


m, b, g, r = integer("m"), function("b", "int->V"), function("g", "V->real"), vector("r")


def with_vertices(N: int, depth: int, pieces: int) -> Term:
    """With w = 2, so many sawtooths and so many vertices, the function has this number of pieces."""
    return for_compositions(forall(m, b, g, implies(
        conj(p == 1, layers == depth, m >= 1, Support(g, m, b), VertexCount(N, m, b)),
        PieceCount(lam(r, H(layers)(g(r))), pieces))))  # fmt: skip


shown = counts.variant(
    "printed", conj(with_vertices(4, 2, 17), with_vertices(8, 2, 33), with_vertices(8, 3, 65)), expect="reduced",
    why="Two generators give a square, and four in the plane, no two of them parallel, an octagon; the cone of each "
        "vertex carries 2^k laps.",
    observed=implies(N >= 3, pieces == count(N, k)),
)  # fmt: skip
counts.reduce(shown, prose="""
    The zonotopes of the figure have 4 and 8 vertices (*vertices*). By proposition_2_3_9.pieces, repaired, a function
    with w = 2, k >= 2 and N >= 3 vertices has N 2^k + 1 pieces, which is 17, 33 and 65 for the three functions
    (*vertices*).
""")  # fmt: skip
numbers = counts.obligation(shown, "vertices", conj(
    vertices(2, 2, left) == 4, vertices(2, 4, middle) == 8, count(term(4), term(2)) == 17,
    count(term(8), term(2)) == 33, count(term(8), term(3)) == 65))  # fmt: skip


@counts.prove(numbers)
def by_exact_vertices(p: Proof, goal: Term) -> Fact:
    return p.compute(goal)


@counts.instances
def planes(rng, size):
    """Up to four integer generators in the plane and k = 2 or 3: the vertices, and the different affine functions that
    the function is near the middle of each lap in the cones of the plane, and far out, all counted exactly."""
    normals = np.array([(1, 0), (2, 1), (1, 1), (1, 2), (0, 1), (-1, 2), (-1, 1), (-2, 1)])
    inside = normals + np.vstack([normals[1:], -normals[:1]])
    directions = np.vstack([inside, -inside])  # between the lines orthogonal to generators with coordinates in -2..2
    rows = []
    for _ in range(min(size, 400)):
        b, k = rng.integers(-2, 3, size=(int(rng.integers(2, 5)), 2)), int(rng.integers(2, 4))
        gradients = np.sign(directions @ b.T) @ b
        found = {(0, 0, 0)}
        for lap in range(2**k):
            slope, start = (2**k, -lap) if lap % 2 == 0 else (-(2**k), lap + 1)
            found |= {(slope * int(x), slope * int(y), start) for x, y in gradients if x or y}
        rows.append((int(vertex_count(b[None])[0]), k, len(found)))
    chosen = np.array(rows, dtype="float64")[np.arange(size) % len(rows)].T
    return dict(zip(("N", "k", "pieces"), chosen, strict=True))


counts.mutant("nothing beyond", shown, implies(N >= 3, pieces == N * 2**k))
counts.mutant("half of the vertices", shown, implies(N >= 3, 2 * pieces == N * 2**k + 2))
counts.mutant("any number of vertices", shown, pieces == 4 * 2**k + 1)

norm = Claim(
    "mukherjee2020", "figure", "2.2", slug="l1_norm", section="2.3.2", family="zonotopes",
    title="l1 norm as zonotope support function", uses=["definition_7", "theorem_2_3_7.part_3"],
    statement=r"""The support function of the zonotope of $(0, 1)$ and $(1, 0)$ is the $\ell_1$ norm
    $|x_1| + |x_2|$.""",
)  # fmt: skip

x, y = (real("x1"), real("x2")), function("y", "int->real")
highest = real("highest")
member = PointOfZonotope(y, 2, 2, left)
value = x[0] * y(1) + x[1] * y(2)

is_norm = norm.variant(
    "printed", forall(x[0], x[1], conj(exists(y, conj(member, value == absolute(x[0]) + absolute(x[1]))), forall(
        y, implies(member, value <= absolute(x[0]) + absolute(x[1]))))), expect="proved",
    why="The zonotope is the square of all points with coordinates between -1 and 1.",
    observed=highest == absolute(x[0]) + absolute(x[1]),
)  # fmt: skip


@norm.prove(is_norm)
def by_the_square(p: Proof, goal: Term) -> Fact:
    (a, b), _, conclusion = p.intro(goal)

    def pair(f: Term) -> Fact:
        """f(1) + f(2) is the sum."""
        q = integer("q")
        moves = [p.congruent(g, p.ring(term(n) + 1, n + 1)) for n in (0, 1) for g in (f, lam(q, total(i, 1, q, f(i))))]
        return p.arith(total(i, 1, 2, f(i)) == f(1) + f(2), p.lemma("sum_empty", 1, 0, f), p.lemma(
            "sum_step", 1, 0, f), p.lemma("sum_step", 1, 1, f), *moves)  # fmt: skip

    sign = lam(i, where(i <= 1, where(b >= 0, 1, -1), where(a >= 0, 1, -1)))
    corner = lam(j, sign(3 - j))

    def signed(t: Term, index: int) -> tuple[Fact, Fact]:
        """-1 <= sign(index) <= 1, and sign(index) t = |t|."""
        s, inner = sign(index), where(t >= 0, 1, -1)
        here = p.lemma("if_true" if index == 1 else "if_false", *s.args, using=[p.arith(
            s.args[0] if index == 1 else negation(s.args[0]))])  # fmt: skip

        def side(f: Fact, v: int) -> Fact:
            chosen = p.lemma("if_true" if v == 1 else "if_false", *inner.args, using=[f])
            size = p.by_cases(p.lemma("abs", t), *[lambda g: p.arith(absolute(t) == v * t, g, f)] * 2)
            return p.both(p.arith(-1 <= s, here, chosen), p.arith(s <= 1, here, chosen), p.arith(
                s * t == absolute(t), here, chosen, size, multipliers=[1, t]))  # fmt: skip

        whole = p.decide(t >= 0, lambda f: side(f, 1), lambda f: side(f, -1))
        return p.both(whole.left, whole.right.left), whole.right.right

    bounds, sizes = zip(signed(b, 1), signed(a, 2), strict=True)
    hole = p.fresh("q", "int")

    def within(n: Term, place: Fact) -> Fact:
        says = lam(hole, conj(-1 <= sign(hole), sign(hole) <= 1))
        return p.decide(n <= 1, lambda yes: p.step("equality", [p.arith(term(1) == n, yes, place), bounds[0]], [says]),
                        lambda no: p.step("equality", [p.arith(term(2) == n, no, place), bounds[1]], [
                            says]))  # fmt: skip

    def coordinate(n: Term, place: Fact) -> Fact:
        def at(v: int) -> Fact:
            row = lam(i, sign(i) * left(i)(v))
            moved = p.congruent(sign, p.ring(term(3) - v, 3 - v))
            return p.arith(corner(v) == total(i, 1, 2, row(i)), pair(row), moved)

        says = lam(hole, corner(hole) == total(i, 1, 2, sign(i) * left(i)(hole)))
        return p.decide(n <= 1, lambda yes: p.step("equality", [p.arith(term(1) == n, yes, place), at(1)], [says]),
                        lambda no: p.step("equality", [p.arith(term(2) == n, no, place), at(2)], [says]))  # fmt: skip

    inside = PointOfZonotope(corner, 2, 2, left)
    there = p.restate(p.witness(body(inside), sign, p.both(over(p, 1, term(2), within), over(
        p, 1, term(2), coordinate, "j"))), inside)  # fmt: skip
    ends = [p.congruent(sign, p.ring(term(3) - v, 3 - v)) for v in (1, 2)]
    reached = p.arith(a * corner(1) + b * corner(2) == absolute(a) + absolute(b), *sizes, *ends, multipliers=[1, a, b])
    first = p.witness(conclusion.args[0], corner, p.both(there, reached))

    z = p.fresh("y", "int->real")
    given, mark = p.assume(PointOfZonotope(z, 2, 2, left)), p.opened
    c, facts = p.obtain(p.open_definition(given), "lambda")
    known = []
    for v, u, t in ((1, a, 2), (2, b, 1)):
        at_v = facts.right.apply(v, using=[p.both(p.arith(term(1) <= v), p.arith(term(v) <= 2))])
        row = lam(i, c(i) * left(i)(v))
        size = facts.left.apply(t, using=[p.both(p.arith(term(1) <= t), p.arith(term(t) <= 2))])
        equal = p.arith(z(v) == c(t), at_v, pair(row))
        known.append(p.by_cases(p.lemma("abs", u), *[lambda f, u=u, v=v, s=size, e=equal: p.arith(
            u * z(v) <= absolute(u), p.arith(u * c(t_of(v)) <= absolute(u), f, s), p.arith(
                u * z(v) == u * c(t_of(v)), e, multipliers=[u]))] * 2))  # fmt: skip
    below = p.close(p.arith(a * z(1) + b * z(2) <= absolute(a) + absolute(b), *known), mark)
    second = p.general(z, p.implication(given.formula, below))
    return p.conclude(goal, [a, b], p.both(first, second))


def t_of(v: int) -> int:
    """The generator along axis v."""
    return 3 - v


@norm.instances
def corners(rng, n):
    """Integer points, and the highest of their inner products with the four corners of the square."""
    a, b = integers(rng, n, -9, 9), integers(rng, n, -9, 9)
    return {"x1": a, "x2": b, "highest": np.max([s * a + t * b for s in (-1, 1) for t in (-1, 1)], axis=0)}


norm.mutant("the maximum norm", is_norm, highest == maximum(absolute(x[0]), absolute(x[1])))
