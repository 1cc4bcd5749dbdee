"""Theorem 2.3.7, the facts about zonotopes: part 1 misses a factor 2, with which it is true; parts 2 and 3 are true."""

from collections.abc import Callable
from itertools import combinations, product

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sampling import integers
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    dot,
    either,
    every,
    exists,
    false,
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
)  # fmt: skip
from numerics.terms import product as product_of
from numerics.zonotope import vertex_count
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.general_position import moment_curve, most_vertices, segment
from theorems.mukherjee2020.normal_cones import origin_counted
from theorems.mukherjee2020.support_pieces import Cones, support_pieces
from theorems.mukherjee2020.vertex_counts import (
    half_regions,
    one_dimension_sum,
    one_generator_sum,
    pascal_sums,
    vertices_bounded,
)  # fmt: skip
from theorems.mukherjee2020.zonotope_geometry import Coordinates, coefficients, for_all, is_member, is_vertex
from theorems.mukherjee2020.zonotope_space import supported, widths
from theorems.mukherjee2020.zonotopes import GeneralPosition, PieceCount, Support, Vertex, VertexCount, VertexList

m, b = integer("m"), function("b", "int->V")

# Part 1.

part_1 = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_1", section="2.3.2", family="zonotopes",
    title="vertex count of zonotopes", uses=["definition_7"],
    statement=r"""The zonotope of $b^1, \dots, b^m \in \mathbb R^n$ has at most $\sum_{i=0}^{n-1} \binom{m-1}{i}$
    vertices.""",
)  # fmt: skip

n, N = integer("n"), integer("N")
points, generators = function("v", "int->int->real"), function("b", "int->int->real")
vertices, generic = integer("vertices"), half_regions(m, n)
independent = integer("independent")  # 1 if any min(n, m) generators are linearly independent, else 0


def at_most(bound: Term) -> Term:
    """However many different vertices one lists, they are no more than the bound."""
    return forall(n, m, generators, N, points, implies(
        conj(n >= 1, m >= 1, N >= 0, VertexList(points, N, n, m, generators)), N <= bound))  # fmt: skip


printed_count = part_1.variant(
    "printed", at_most(generic), expect="refuted",
    why="A factor 2 is missing: vertices come in pairs v, -v, and the sum counts the pairs.",
    counterexample="n = m = 1, b = 1: the zonotope is the segment [-1, 1], with 2 vertices; the sum is C(0, 0) = 1.",
    observed=vertices <= generic,
)  # fmt: skip
repaired_count = part_1.variant(
    "repaired", at_most(2 * generic), expect="proved",
    why="Of the vertices u + b', u - b' that a new generator b' makes, both remain only where u is a vertex of the "
        "projection along b', in dimension n - 1; Pascal's rule adds up.",
    observed=vertices <= 2 * generic,
)  # fmt: skip
attained_count = part_1.variant(
    "sharpened", forall(n, m, implies(conj(n >= 1, m >= 1), exists(
        generators, points, VertexList(points, 2 * generic, n, m, generators)))), expect="proved",
    why="No smaller bound serves, for any n and m: it is attained on the moment curve, and by all generators of which "
        "any n are linearly independent.", observed=implies(independent == 1, vertices == 2 * generic),
)  # fmt: skip


@part_1.refute(printed_count)
def by_a_segment(p: Proof, goal: Term) -> Fact:
    t, j = integer("t"), integer("j")
    ends, unit = lam(t, j, 3 - 2 * t), lam(t, j, term(1))
    two = segment_ends(p, ends, unit)
    value = p.compute(half_regions(term(1), term(1)) == 1)
    return p.refute(goal, lambda claimed: p.arith(
        false, claimed.apply(1, 1, unit, 2, ends, using=[two]), value))  # fmt: skip


def segment_ends(p: Proof, ends: Term, unit: Term) -> Fact:
    """1 and -1 are different vertices of [-1, 1], the zonotope of the unit vector of R^1."""
    S, one = Coordinates(term(1)), term(1)
    i, j = integer("i"), integer("j")

    def only(c: Term) -> Fact:
        """The sum of one summand c(1) b(1)(j)."""
        summand = lam(i, c(i) * unit(i)(j))
        steps = p.lemma("sum_step", 1, 0, summand), p.lemma("sum_empty", 1, 0, summand)
        return p.arith(total(i, 1, 1, summand(i)) == c(1), *steps)

    def sides(t: Term, at: Fact, prove: Callable[[Fact], Fact]) -> Fact:
        return p.decide(t <= 1, lambda yes: prove(p.arith(t == 1, at, yes)), lambda no: prove(p.arith(t == 2, at, no)))

    def corner(t: Term, at: Fact) -> Fact:
        x = ends(t)
        c = lam(i, 3 - 2 * t)
        bounds = over(p, 1, one, lambda i, _: sides(t, at, lambda e: p.both(
            p.arith(-1 <= c(i), e), p.arith(c(i) <= 1, e))))  # fmt: skip
        total_of = over(p, 1, one, lambda j, _: p.arith(x(j) == total(i, 1, 1, c(i) * unit(i)(j)), only(c)), "j")
        inside = is_member(p, S, x, 1, unit, c, bounds, p.restate(total_of, S.same(x, S.sum(one, c, unit))))

        def prove(y: Term, z: Term, in_y: Fact, in_z: Fact, middle: Fact) -> Fact:
            found = []
            for f in (in_y, in_z):
                c, bounds, equation = coefficients(p, f)
                at_one = p.arith(f.formula.args[0](1) == c(1), equation.apply(1, using=[]), only(c))
                found += [at_one, bounds.apply(1, using=[])]
            halfway = S.at(p, middle, one)
            equal = sides(t, at, lambda e: p.arith(y(1) == z(1), *found, halfway, e))
            q = p.fresh("q", "int")
            return p.restate(over(p, 1, one, lambda j, at: transport(
                p, lam(q, y(q) == z(q)), p.arith(one == j, at), equal), "j"), S.same(y, z))  # fmt: skip

        return is_vertex(p, S, inside, prove)

    s, t = p.fresh("s", "int"), p.fresh("t", "int")
    differ = for_all(p, [s, t], conj(1 <= s, s < t, t <= term(2)), lambda given: p.refute(
        S.same(ends(s), ends(t)), lambda same: p.arith(false, S.at(p, same, one), *given)))  # fmt: skip
    return p.restate(p.both(over(p, 1, term(2), corner, "t"), differ), VertexList(ends, 2, 1, 1, unit))


@part_1.prove(repaired_count)
def by_deletion_and_projection(p: Proof, goal: Term) -> Fact:
    (n, m, b, N, v), given, _ = p.intro(goal)
    return p.conclude(goal, [n, m, b, N, v], vertices_bounded(p).apply(m, n, N, b, v, using=given))


@part_1.satisfied(repaired_count)
def no_vertices(p: Proof, formula: Term) -> Fact:
    t, j = integer("t"), integer("j")
    zero = lam(t, j, term(0))
    S = Coordinates(term(1))
    none = over(p, 1, term(0), lambda t, at: p.anything(S.vertex(zero(t), 1, zero), p.arith(false, at)), "t")
    s, t = p.fresh("s", "int"), p.fresh("t", "int")
    apart = for_all(p, [s, t], conj(1 <= s, s < t, t <= term(0)), lambda given: p.anything(
        negation(S.same(zero(s), zero(t))), p.arith(false, *given)))  # fmt: skip
    listed = p.restate(p.both(none, apart), VertexList(zero, 0, 1, 1, zero))
    return p.exhibit(formula, [1, 1, zero, 0, zero], listed)


@part_1.prove(attained_count)
def on_the_moment_curve(p: Proof, goal: Term) -> Fact:
    (n, m), (dimension, some), conclusion = p.intro(goal)
    b, general = moment_curve(p, n, m, p.arith(m >= 0, some), p.arith(n >= 0, dimension))
    v, listed = p.obtain(most_vertices(p).apply(m, n, b, using=[some, dimension, general]), "v")
    return p.conclude(goal, [n, m], p.witness(conclusion, b, v, listed))


@part_1.satisfied(attained_count)
def one_and_one(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1])


@part_1.instances
def random_generators(rng, count):
    """Integer generators for n <= 4 and m <= 7, zero and parallel ones among them, their vertices counted exactly."""
    shapes = [(n, m) for n in range(1, 5) for m in range(1, 8)]
    share = -(-count // len(shapes))
    columns = {name: [] for name in ("n", "m", "vertices", "independent")}
    for n, m in shapes:
        b = rng.integers(-9, 10, size=(share, m, n)) // rng.integers(1, 9, size=(share, m, 1))
        found = (np.full(share, n), np.full(share, m), vertex_count(b), general_position(b))
        for name, values in zip(columns, found, strict=True):
            columns[name].append(values)
    order = rng.permutation(share * len(shapes))[:count]
    return {name: np.concatenate(values).astype("float64")[order] for name, values in columns.items()}


def general_position(b):
    """Whether any min(n, m) rows of integer matrices (B, m, n) are independent, by their Gram determinants, exact."""
    size = min(b.shape[1:])
    free = np.ones(len(b), dtype=bool)
    for rows in combinations(range(b.shape[1]), size):
        some = b[:, list(rows)].astype(object)
        free &= _determinants(np.matmul(some, some.transpose(0, 2, 1))) != 0
    return free


def _determinants(a):
    """Determinants of small integer matrices (B, k, k), by expansion along the first row."""
    k = a.shape[1]
    if k == 1:
        return a[:, 0, 0]
    rest = [[c for c in range(k) if c != j] for j in range(k)]
    return sum((-1) ** j * a[:, 0, j] * _determinants(a[:, 1:][:, :, rest[j]]) for j in range(k))


part_1.mutant("one vertex fewer", repaired_count, vertices <= 2 * generic - 1)
part_1.mutant("one dimension fewer", repaired_count, vertices <= 2 * half_regions(m, n - 1))
part_1.mutant("for all generators", attained_count, vertices == 2 * generic)
part_1.mutant("one more vertex", attained_count, implies(independent == 1, vertices == 2 * generic + 1))

# The numbers of part 1.

recursion = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_1_recursion", section="2.3.2", family="zonotopes",
    title="deletion-restriction recursion", uses=["theorem_2_3_7.part_1"],
    statement=r"""With $V(n, m) = 2 \sum_{i=0}^{n-1} \binom{m-1}i$ one has $V(n, m+1) = V(n, m) + V(n-1, m)$,
    $V(1, m) = V(n, 1) = 2$, and $V(n, m) = 2^m$ for $m \le n$.""",
)  # fmt: skip

identities = recursion.variant(
    "printed", forall(n, m, implies(conj(n >= 1, m >= 1), conj(
        2 * half_regions(m + 1, n) == 2 * half_regions(m, n) + 2 * half_regions(m, n - 1),
        2 * half_regions(m, term(1)) == 2, 2 * half_regions(term(1), n) == 2,
        implies(m <= n, 2 * half_regions(m, n) == 2**m)))), expect="proved",
    why="Pascal's rule, and induction.",
    observed=implies(conj(n >= 1, m >= 1), conj(
        2 * half_regions(m + 1, n) == 2 * generic + 2 * half_regions(m, n - 1), implies(m <= n, 2 * generic == 2**m))),
)  # fmt: skip


@recursion.prove(identities)
def by_pascal(p: Proof, goal: Term) -> Fact:
    (n, m), (dimension, some), conclusion = p.intro(goal)
    pascal, one = pascal_sums(p), one_generator_sum(p)
    n0 = integer("n")

    def cube(m: Term) -> Term:
        return forall(n0, implies(m <= n0, 2 * half_regions(m, n0) == 2**m))

    def start() -> Fact:
        k = p.fresh("n", "int")
        return for_all(
            p, [k], 1 <= k, lambda f: p.arith(2 * half_regions(term(1), k) == 2 ** term(1), one.apply(k, using=f))
        )

    def step(m: Term, low: Fact, here: Fact) -> Fact:
        k = p.fresh("n", "int")
        power = p.lemma("power_step", 2, m, using=[p.arith(m >= 0, low)])
        return for_all(p, [k], m + 1 <= k, lambda f: p.arith(
            2 * half_regions(m + 1, k) == 2 ** (m + 1), power, pascal.apply(m, k, using=[low, p.arith(1 <= k, low,
                *f)]),
            here.apply(k, using=f), here.apply(k - 1, using=f)))  # fmt: skip

    full = p.induction("m", 1, cube, start, step).apply(m, using=[some])
    parts = conclusion.args[0], *conclusion.args[1].args[:1], *conclusion.args[1].args[1].args
    facts = [p.arith(parts[0], pascal.apply(m, n, using=[some, dimension])), p.arith(parts[1], one_dimension_sum(
        p, m, some)), p.arith(parts[2], one.apply(n, using=[dimension]))]  # fmt: skip
    within = p.assume(m <= n)
    last = p.implication(within.formula, full.apply(n, using=[within]))
    return p.conclude(goal, [n, m], p.both(*facts, last))


@recursion.satisfied(identities)
def at_one(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, 1])


@recursion.instances
def small_sizes(rng, count):
    """n and m from 1 to 12."""
    at = np.arange(count)
    return {"n": at % 12 + 1.0, "m": at // 12 % 12 + 1.0}


recursion.mutant("V(n - 1, m + 1) for V(n - 1, m)", identities, implies(
    conj(n >= 1, m >= 1), 2 * half_regions(m + 1, n) == 2 * generic + 2 * half_regions(m + 1, n - 1)))  # fmt: skip
recursion.mutant("2^m up to m = n + 1", identities, implies(m <= n + 1, 2 * generic == 2**m))

# Equality in part 1.

null_set = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_1_null_set", section="2.3.2", family="zonotopes",
    title="equality fails only on a null set", uses=["theorem_2_3_7.part_1"],
    statement=r"""The set of all $(b^1, \dots, b^m) \in (\mathbb R^n)^m$ for which the number of vertices is not
    $\sum_{i=0}^{n-1} \binom{m-1}i$ has measure $0$.""",
)  # fmt: skip

near, eps = function("b", "int->int->real"), real("eps")
i, j, q, K = integer("i"), integer("j"), integer("q"), integer("K")
low_corner, high_corner = (function(name, "int->int->int->real") for name in ("low", "high"))


def exactly(count: Term, b: Term) -> Term:
    """The zonotope of b has this many vertices: some list of so many, and no longer one."""
    return conj(exists(points, VertexList(points, count, n, m, b)),
                forall(N, points, implies(VertexList(points, N, n, m, b), N <= count)))  # fmt: skip


centre = function("c", "int->int->real")
dense = forall(
    n,
    m,
    centre,
    eps,
    implies(
        conj(n >= 1, m >= 1, eps > 0),
        exists(
            generators,
            conj(
                every(i, 1, m, every(j, 1, n, between(-eps, generators(i)(j) - centre(i)(j), eps))),
                exactly(generic, generators),
            ),
        ),
    ),
)
volume = product_of(i, 1, m, product_of(j, 1, n, high_corner(q)(i)(j) - low_corner(q)(i)(j)))
covered = exists(q, conj(q >= 1, every(i, 1, m, every(j, 1, n, between(
    low_corner(q)(i)(j), generators(i)(j), high_corner(q)(i)(j))))))  # fmt: skip
null = forall(n, m, eps, implies(conj(n >= 1, m >= 1, eps > 0), exists(low_corner, high_corner, conj(
    forall(q, every(i, 1, m, every(j, 1, n, low_corner(q)(i)(j) <= high_corner(q)(i)(j)))),
    forall(K, total(q, 1, K, volume) <= eps),
    forall(generators, either(exactly(2 * generic, generators), covered))))))  # fmt: skip

printed_null = null_set.variant(
    "printed", dense, expect="refuted",
    why="The factor 2 is missing, so that equality fails for almost all generators. The goal asks for less than "
        "measure 0: that generators with equality lie arbitrarily close to any.",
    counterexample="n = m = 1: for every b between 1/2 and 3/2 the segment [-b, b] has 2 vertices, and the sum is 1.",
    observed=vertices == generic,
)  # fmt: skip
repaired_null = null_set.variant(
    "repaired", null, expect="reduced",
    why="With the factor 2 equality holds in general position, which fails only where some Gram determinant is 0.",
    observed=implies(independent == 1, vertices == 2 * generic),
)  # fmt: skip
null_set.reduce(repaired_null, prose="""
    If equality fails, then by *upper* and *lower* the generators are not in general position: there is a linear
    relation between l of them, 1 <= l <= n, so that these l vectors of R^n have the Gram determinant 0
    (gram_determinant). For each choice of l <= n of the m indices that determinant is a polynomial in the nm
    coordinates, and not the zero polynomial: it is 1 where the chosen vectors are orthonormal, as l <= n allows. So the
    exceptional generators lie in the zero sets of finitely many nonzero polynomials, which have Lebesgue measure 0
    (polynomial_zeros); hence in a countable union of boxes of total volume at most eps, for each eps > 0.
""", facts=["gram_determinant", "polynomial_zeros"])  # fmt: skip
upper = null_set.obligation(repaired_null, "upper", at_most(2 * generic))
lower = null_set.obligation(repaired_null, "lower", forall(n, m, generators, implies(
    conj(n >= 1, m >= 1, GeneralPosition(n, m, generators)), exists(
        points, VertexList(points, 2 * generic, n, m, generators)))))  # fmt: skip


@null_set.refute(printed_null)
def near_one(p: Proof, goal: Term) -> Fact:
    one = term(1)
    S = Coordinates(one)

    def false_near(claimed: Fact) -> Fact:
        at = lam(integer("i"), integer("j"), one)
        b, facts = p.obtain(claimed.apply(1, 1, at, "1/2", using=[]), "b")
        near = facts.left.apply(1, 1, using=[])

        def gone(zero: Fact) -> Fact:
            return p.conflict(p.arith(b(1)(1) == 0, S.at(p, zero, one, p.arith(one <= 1))), p.arith(
                negation(b(1)(1) == 0), near))  # fmt: skip

        nonzero = p.refute(S.same(b(1), S.combine((0, b(1)))), gone)
        v, listed = segment(p, S, b, nonzero)
        few = facts.right.right.apply(2, v, using=[listed])
        return p.arith(false, few, p.compute(half_regions(one, one) == 1))

    return p.refute(goal, false_near)


@null_set.prove(upper)
def by_projection(p: Proof, goal: Term) -> Fact:
    return by_deletion_and_projection(p, goal)


@null_set.prove(lower)
def by_induction_on_the_generators(p: Proof, goal: Term) -> Fact:
    (n, m, b), (dimension, some, general), conclusion = p.intro(goal)
    found = most_vertices(p).apply(m, n, b, using=[some, dimension, general])
    return p.conclude(goal, [n, m, b], p.prove(conclusion, found))


null_set.satisfied(upper)(no_vertices)


@null_set.satisfied(lower)
def on_a_curve(p: Proof, formula: Term) -> Fact:
    one = term(1)
    b, general = moment_curve(p, one, one, p.arith(one >= 0), p.arith(one >= 0))
    return p.exhibit(formula, [one, one, b], general)


null_set.instances(random_generators)
null_set.mutant("for all generators", repaired_null, vertices == 2 * generic)

# Part 2.

part_2 = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_2", section="2.3.2", family="zonotopes",
    title="support function pieces equal vertices", uses=["definition_7", "theorem_2_3_7.part_3"],
    statement=r"""The support function of a zonotope is the maximum of $\langle r, x\rangle$ over its vertices $x$
    alone, and so piecewise linear with as many pieces as there are vertices. (Pieces are counted among open sets: with
    any connected sets, as Definition 3 has it, level sets such as $\gamma_Z = 1$ would be pieces too, and for $n \ge 2$
    infinitely many.)""",
)  # fmt: skip

support, x, r = function("g", "V->real"), vector("x"), vector("r")
pieces = integer("pieces")

as_many = part_2.variant(
    "printed", forall(m, b, support, N, implies(conj(m >= 1, Support(support, m, b), VertexCount(N, m, b)), conj(
        forall(r, conj(exists(x, conj(Vertex(x, m, b), dot(r, x) == support(r))),
                       forall(x, implies(Vertex(x, m, b), dot(r, x) <= support(r))))),
        PieceCount(support, N)))), expect="proved",
    why="Each vertex is the only highest point in some direction (Gordan's theorem), and it is the gradient there.",
    observed=pieces == vertices,
)  # fmt: skip


@part_2.prove(as_many)
def by_exposing_directions(p: Proof, goal: Term) -> Fact:
    (m, b, g, N), (some, support, counted), _ = p.intro(goal)
    above = p.arith(m >= 0, some)
    mark = p.opened
    cones = Cones.of(p, m, above, b, g, N, support, counted)
    r, x = p.fresh("r", "V"), p.fresh("x", "V")

    def highest() -> Fact:
        mark = p.opened
        t, peak = p.obtain(cones.attained(r), "t")
        corner = p.modus_ponens(cones.vertices(t), peak.left)
        return p.close(p.witness(exists(x, conj(Vertex(x, m, b), dot(r, x) == g(r))), cones.v(t), p.both(
            corner, peak.right)), mark)  # fmt: skip

    largest = p.open_definition(support)(r).right
    below = for_all(p, [x], Vertex(x, m, b), lambda corner: p.modus_ponens(
        largest(x), p.open_definition(corner[0]).left))  # fmt: skip
    everywhere = p.general(r, p.both(highest(), below))
    return p.conclude(goal, [m, b, g, N], p.close(p.both(everywhere, support_pieces(cones, above)), mark))


@part_2.satisfied(as_many)
def one_direction(p: Proof, formula: Term) -> Fact:
    one, direction = term(1), lam(integer("i"), 0 * vector("x"))
    known = supported(p, one, direction, p.arith(one >= 0))
    return p.exhibit(formula, [one, direction, widths(one, direction), 1], known, origin_counted(p, direction))


@part_2.instances
def sectors(rng, n):
    """Four generators in the plane with coordinates in -2..2. Their vertices, counted exactly, and as ``pieces`` the
    different gradients in the 16 sectors between all lines orthogonal to such vectors."""
    normals = np.array([(1, 0), (2, 1), (1, 1), (1, 2), (0, 1), (-1, 2), (-1, 1), (-2, 1)])
    inside = normals + np.vstack([normals[1:], -normals[:1]])
    generators = rng.integers(-2, 3, size=(n, 4, 2))
    signs = np.sign(generators @ np.vstack([inside, -inside]).T)
    gradients = np.sort((signs[:, :, None, :] * generators[:, :, :, None]).sum(axis=1)[:, 0] * 100
                        + (signs[:, :, None, :] * generators[:, :, :, None]).sum(axis=1)[:, 1], axis=1)  # fmt: skip
    counted = 1 + (np.diff(gradients, axis=1) != 0).sum(axis=1)
    return {"pieces": counted.astype("float64"), "vertices": vertex_count(generators).astype("float64")}


part_2.mutant("a piece for each pair of opposite vertices", as_many, 2 * pieces == vertices)
part_2.mutant("all sixteen corners of the cube are vertices of its image", as_many, pieces == 16)

# Part 3.

part_3 = Claim(
    "mukherjee2020", "theorem", "2.3.7", slug="part_3", section="2.3.2", family="zonotopes",
    title="support function is sum of absolute values", uses=["definition_7"],
    statement=r"""The support function of the zonotope of $b^1, \dots, b^m$ is
    $\gamma_Z(r) = |\langle r, b^1\rangle| + \dots + |\langle r, b^m\rangle|$.""",
)  # fmt: skip

t = [real(f"t{k}") for k in (1, 2, 3)]  # the inner products <r, b^i> for m = 3
highest = real("highest")

sum_of_widths = part_3.variant(
    "printed", forall(m, b, implies(m >= 1, Support(widths(m, b), m, b))), expect="proved",
    why="Each coefficient lambda_i serves <r, b^i> alone, and is best at its sign.",
    observed=highest == absolute(t[0]) + absolute(t[1]) + absolute(t[2]),
)  # fmt: skip


@part_3.prove(sum_of_widths)
def term_by_term(p: Proof, goal: Term) -> Fact:
    (m, b), (some,), _ = p.intro(goal)
    return p.conclude(goal, [m, b], supported(p, m, b, p.arith(m >= 0, some)))


@part_3.satisfied(sum_of_widths)
def one_generator(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1, lam(integer("i"), vector("x"))])


@part_3.instances
def corners(rng, n):
    """Integer inner products of r with three generators, and the highest of the eight corners' products with r."""
    products = np.stack([integers(rng, n, -9, 9) for _ in range(3)])
    highest = np.max([np.array(signs) @ products for signs in product((-1, 1), repeat=3)], axis=0)
    return {**{f"t{k + 1}": row for k, row in enumerate(products)}, "highest": highest}


part_3.mutant("coefficients between 0 and 1", sum_of_widths, highest == (
    maximum(0, t[0]) + maximum(0, t[1]) + maximum(0, t[2])))  # fmt: skip

part_1.picture(pictures.zonotope_in_space)
part_2.picture(pictures.zonotope_in_the_plane)
