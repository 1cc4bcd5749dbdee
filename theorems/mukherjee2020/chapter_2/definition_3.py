"""Definition 3, piecewise linear functions: it implies continuity, as printed; but |x| on the plane has infinitely many
pieces, since connected sets need not be open. There are at most as many open pieces as polyhedra.
"""

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import dyadic, network_pieces_by_width
from numerics.terms import (
    Term,
    absolute,
    between,
    body,
    conj,
    define,
    dot,
    every,
    exists,
    false,
    forall,
    function,
    implies,
    instance_of,
    integer,
    lam,
    maximum,
    negation,
    real,
    some,
    term,
    vector,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.continuity import near, piecewise_linear_is_continuous
from theorems.mukherjee2020.deep_nets import pick, zero_net
from theorems.mukherjee2020.polyhedra import PiecewiseLinear, networks_are_piecewise_linear
from theorems.mukherjee2020.polyhedral_pieces import few_pieces
from theorems.mukherjee2020.zonotopes import Piece

x, f, n, p, y = function("x", "int->V->real"), function("f", "V->real"), integer("n"), vector("p"), vector("y")
eps, delta = real("epsilon"), real("delta")

continuity = Claim(
    "mukherjee2020", "definition", "3", slug="continuity", section="2.1.1", family="pwl_networks",
    title="closed affine cover implies continuity",
    statement=r"""If finitely many polyhedra cover $\mathbb R^n$ and $f$ is affine on each of them, then $f$ is
    continuous. (In the goal $x_1, \dots, x_n$ are coordinates, and points are close when their coordinates are.)""",
)  # fmt: skip
u, v, w, s = (real(name) for name in "uvws")
continuous = continuity.variant(
    "printed",
    forall(x, f, n, implies(conj(n >= 1, PiecewiseLinear(f, x, n)), forall(p, eps, implies(eps > 0, exists(delta, conj(
        delta > 0, forall(y, implies(near(x, n, p, y, delta), absolute(f(y) - f(p)) <= eps)))))))),
    expect="proved",
    why="Polyhedra are closed: near a point there are only those that contain it, and on these f is the same there.",
    observed=absolute(maximum(u, v) - maximum(w, s)) <= maximum(absolute(u - w), absolute(v - s)),
)  # fmt: skip


@continuity.prove(continuous)
def polyhedron_by_polyhedron(pf: Proof, goal: Term) -> Fact:
    values, (dimension, linear), conclusion = pf.intro(goal, 1)
    x, f, n = values
    (p, eps), (positive,), _ = pf.intro(conclusion, 1)
    fact = piecewise_linear_is_continuous(pf).apply(f, x, n, p, eps, using=[
        pf.arith(n >= 0, dimension), linear, positive])  # fmt: skip
    return pf.conclude(goal, values, pf.conclude(conclusion, [p, eps], fact))


@continuity.satisfied(continuous)
def the_zero_function(pf: Proof, formula: Term) -> Fact:
    """n = 1 and the output 0 of a network, with epsilon = 1."""
    zero, net = zero_net(pf)
    flat = lam(p, term(0))
    linear = networks_are_piecewise_linear(pf).apply(zero, 1, 1, flat, 1, using=[
        pf.arith(term(1) >= 0), pf.open_definition(net).right])  # fmt: skip
    return pf.exhibit(formula, [zero, flat, 1, pf.fresh("p", "V"), 1], linear)


@continuity.instances
def two_points(rng, count):
    """The maximum of the coordinates at two points of the plane."""
    return {name: dyadic(rng, count, -4, 4, 4) for name in "uvws"}


two_points.free = set("uvws")
continuity.mutant("half as far", continuous, 2 * absolute(maximum(u, v) - maximum(w, s)) <= maximum(
    absolute(u - w), absolute(v - s)))  # fmt: skip
continuity.mutant("in one coordinate", continuous, absolute(maximum(u, v) - maximum(w, s)) <= absolute(u - w))

# The number of pieces.

A, B, g = (function(*q) for q in (("A", "real->real->bool"), ("B", "real->real->bool"), ("f", "real->real->real")))
i, j, k, N, Q, R, t, m = (integer(name) for name in ("i", "j", "k", "N", "Q", "R", "t", "m"))
a, b, c = (function(name, "int->int->real") for name in "abc")
alpha, beta, gamma, x2, y2 = (real(name) for name in ("alpha", "beta", "gamma", "x", "y"))
z1, z2, P = function("z_1", "int->real"), function("z_2", "int->real"), function("P", "int->real->real->bool")


@define
def JoinedOnPlane(A: "real->real->bool") -> Term:
    """Any two points of the set A in the plane are joined by finitely many segments in A; so A is connected."""
    whole = forall(s, implies(between(0, s, 1), A((1 - s) * z1(i) + s * z1(i + 1))((1 - s) * z2(i) + s * z2(i + 1))))
    return forall(u, v, w, x2, implies(conj(A(u)(v), A(w)(x2)), exists(m, z1, z2, conj(
        m >= 0, z1(0) == u, z2(0) == v, z1(m) == w, z2(m) == x2, every(i, 0, m - 1, whole)))))  # fmt: skip


@define
def AffineOnPlane(f: "real->real->real", A: "real->real->bool") -> Term:
    """f is affine over the set A in the plane."""
    return exists(alpha, beta, gamma, forall(u, v, implies(A(u)(v), f(u)(v) == alpha * u + beta * v + gamma)))


@define
def LiteralPiece(A: "real->real->bool", f: "real->real->real") -> Term:
    """A is a maximal connected set in the plane over which f is affine. (Larger sets are not asked to be connected, so
    that A is maximal in a stronger sense than the text asks.)"""
    larger = conj(AffineOnPlane(f, B), forall(u, v, implies(A(u)(v), B(u)(v))))
    return conj(exists(u, v, A(u)(v)), JoinedOnPlane(A), AffineOnPlane(f, A),
                forall(B, implies(larger, forall(u, v, implies(B(u)(v), A(u)(v))))))  # fmt: skip


@define
def PiecewiseLinearOnPlane(f: "real->real->real") -> Term:
    """Finitely many polyhedra a(q)(r) u + b(q)(r) v + c(q)(r) >= 0, r <= R, cover the plane; f is affine on each."""
    inside = every(j, 1, R, a(i)(j) * u + b(i)(j) * v + c(i)(j) >= 0)
    return exists(Q, R, a, b, c, conj(
        Q >= 1, R >= 0, forall(u, v, some(i, 1, Q, inside)),
        every(i, 1, Q, exists(alpha, beta, gamma, forall(u, v, implies(
            inside, f(u)(v) == alpha * u + beta * v + gamma))))))  # fmt: skip


pieces = Claim(
    "mukherjee2020", "definition", "3", slug="finitely_many_pieces", section="2.1.1", family="pwl_networks",
    title="number of pieces is finite",
    statement=r"""The number of maximal connected subsets of $\mathbb R^n$ over which a piecewise linear function is
    affine is finite. (Repaired: of maximal open connected subsets, there are at most as many as polyhedra.)""",
)  # fmt: skip
different_sets = forall(i, j, implies(conj(1 <= i, i < j, j <= N + 1), exists(u, v, conj(
    P(i)(u)(v), negation(P(j)(u)(v))))))  # fmt: skip
more_than = conj(every(t, 1, N + 1, LiteralPiece(P(t), g)), different_sets)
finite = pieces.variant(
    "printed",
    forall(g, implies(PiecewiseLinearOnPlane(g), exists(N, forall(P, negation(more_than))))),
    expect="refuted",
    why="A connected set over which f is affine need not have interior points: it may lie across several polyhedra.",
    counterexample="f(x, y) = |x| on the plane: for each t > 0 it is the affine function t y over the connected set of "
                   "all (x, y) with |x| = t y, which is maximal.",
)  # fmt: skip

h, normals, shifts = function("f", "V->real"), function("w", "int->int->V"), function("c", "int->int->real")
slopes, heights, sets = function("a", "int->V"), function("b", "int->real"), function("P", "int->V->bool")
q, r = integer("q"), integer("r")
inside_q = every(r, 1, R, dot(y, normals(q)(r)) + shifts(q)(r) >= 0)
different = forall(i, j, implies(conj(1 <= i, i < j, j <= N), exists(y, conj(sets(i)(y), negation(sets(j)(y))))))
count, width_1, width_2 = integer("pieces"), integer("w_1"), integer("w_2")  # w_2 = 0 for one hidden layer
bounded = pieces.variant(
    "repaired",
    forall(h, normals, shifts, Q, R, slopes, heights, sets, N, implies(
        conj(Q >= 0, forall(y, some(q, 1, Q, inside_q)),
             every(q, 1, Q, forall(y, implies(inside_q, h(y) == dot(y, slopes(q)) + heights(q)))),
             every(i, 1, N, Piece(sets(i), h)), different), N <= Q)),
    expect="proved",
    why="Maximal open connected sets: each has an open part in one of the polyhedra, contains its interior, and shares "
        "it with no other.",
    observed=count <= (width_1 + 1) * (width_2 + 1),
)  # fmt: skip


@pieces.prove(bounded)
def by_their_polyhedra(pf: Proof, goal: Term) -> Fact:
    values, given, _ = pf.intro(goal)
    f, w, c, Q, R, a, b, P, N = values
    fact = few_pieces(pf).apply(f, w, c, Q, R, a, b, P, N, using=given)
    return pf.conclude(goal, values, fact)


@pieces.satisfied(bounded)
def no_pieces(pf: Proof, formula: Term) -> Fact:
    """A linear function on one polyhedron, the whole space, and no sets."""
    v, z = pf.fresh("v", "V"), pf.fresh("y", "V")
    linear = lam(y, dot(y, v) + 0)
    one, zero, flat = term(1), term(0), lam(i, j, term(0))
    planes = lam(i, j, v)
    inside = every(r, 1, zero, dot(z, planes(1)(r)) + flat(1)(r) >= 0)
    none = over(pf, 1, zero, lambda e, b: pf.anything(dot(z, planes(1)(e)) + flat(1)(e) >= 0, pf.arith(false, b)))
    wanted = some(q, 1, one, every(r, 1, zero, dot(z, planes(q)(r)) + flat(q)(r) >= 0))
    cover = pf.general(z, pf.witness(wanted, 1, pf.both(pf.both(pf.arith(one <= 1), pf.arith(one <= 1)), none)))
    lines = over(pf, 1, one, lambda e, b: pf.general(z, pf.implication(
        inside, pf.ring(linear(z), dot(z, v) + 0))))  # fmt: skip
    sets = lam(i, y, dot(y, y) >= 0)
    empty = over(pf, 1, zero, lambda e, b: pf.anything(Piece(sets(e), linear), pf.arith(false, b)))
    k, l = pf.fresh("i", "int"), pf.fresh("j", "int")
    order = pf.assume(conj(1 <= k, k < l, l <= zero))
    apart = exists(y, conj(sets(k)(y), negation(sets(l)(y))))
    nothing = pf.general(k, l, pf.implication(order.formula, pf.anything(apart, pf.arith(false, order))))
    return pf.exhibit(formula, [linear, planes, flat, 1, 0, lam(i, v), lam(i, zero), sets, 0], cover, lines, empty,
                      nothing)  # fmt: skip


@pieces.instances
def integer_networks(rng, number):
    """Networks on the line, of one or two hidden layers, with their numbers of pieces: each hidden layer cuts each
    interval of the one before at most as often as it has gates, if these are affine there."""
    found = network_pieces_by_width(rng, number)
    return {name: found[name] for name in ("w_1", "w_2", "pieces")}


pieces.mutant("one less", bounded, count < (width_1 + 1) * (width_2 + 1))


@pieces.refute(finite)
def by_crooked_lines(pf: Proof, goal: Term) -> Fact:
    """f = |x|, and P(t) the set with |x| = t y."""
    size = lam(x2, y2, absolute(x2))
    lines = lam(t, x2, y2, absolute(x2) == t * y2)
    first = lam(i, j, where(i <= 1, 1, -1))
    nothing = lam(i, j, term(0) * i)

    def choose(value: Term, yes: bool, side: Fact) -> Fact:
        return pf.lemma("if_true" if yes else "if_false", *value.args, using=[side])

    def contradiction(claimed: Fact) -> Fact:
        U, V = pf.fresh("u", "real"), pf.fresh("v", "real")
        one, two = term(1), term(2)

        def inside(q: Term) -> Term:
            return every(j, 1, one, first(q)(j) * U + nothing(q)(j) * V + nothing(q)(j) >= 0)

        goal_ = PiecewiseLinearOnPlane(size)
        opened = body(goal_)

        def covered(q: int, sign: Fact) -> Fact:
            value = choose(first(term(q))(one), q == 1, pf.arith(term(q) <= 1) if q == 1 else pf.arith(
                negation(term(q) <= 1)))  # fmt: skip
            each = over(pf, 1, one, lambda e, bounds: pf.arith(
                first(term(q))(e) * U + nothing(term(q))(e) * V + nothing(term(q))(e) >= 0, value, sign,
                multipliers=[U]))  # fmt: skip
            return pf.witness(some(i, 1, two, inside(i)), q, pf.both(
                pf.both(pf.arith(1 <= term(q)), pf.arith(term(q) <= two)), each))  # fmt: skip

        cover = pf.general(U, V, pf.decide(U >= 0, lambda yes: covered(1, yes), lambda no: covered(2, no)))

        def piece(q: Term, bounds: Fact) -> Fact:
            def on(yes: bool, side: Fact) -> Fact:
                slope = term(1) if yes else term(-1)
                there = pf.assume(inside(q))
                value = choose(first(q)(one), yes, side)
                half = there.apply(1, using=[pf.arith(one <= 1)])
                sign = pf.arith(slope * U >= 0, half, value, multipliers=[U])
                line = pf.by_cases(pf.lemma("abs", U), *[lambda e: pf.arith(
                    size(U)(V) == slope * U + 0 * V + 0, e, sign)] * 2)  # fmt: skip
                every_ = pf.general(U, V, pf.implication(there.formula, line))
                wanted = exists(alpha, beta, gamma, forall(U, V, implies(
                    inside(q), size(U)(V) == alpha * U + beta * V + gamma)))  # fmt: skip
                return pf.witness(wanted, slope, 0, 0, every_)

            return pf.decide(q <= 1, lambda yes: on(True, yes), lambda no: on(False, no))

        linear = pf.restate(pf.witness(opened, 2, 1, first, nothing, nothing, pf.both(
            pf.arith(two >= 1), pf.arith(one >= 0), cover, over(pf, 1, two, piece))), goal_)  # fmt: skip
        mark = pf.opened
        N, finite_ = pf.obtain(claimed.apply(size, using=[linear]), "N")
        many = finite_(lines)

        def literal(e: Term, bounds: Fact) -> Fact:
            A = lines(e)
            parts = at_piece(pf, A, size)
            origin = pf.by_cases(pf.lemma("abs", 0), *[lambda q: pf.arith(absolute(0) == e * 0, q)] * 2)
            some_ = pf.witness(parts.args[0], 0, 0, origin)
            joined_ = joined(e, A)
            affine = pf.general(U, V, pf.implication(A(U)(V), pf.arith(
                size(U)(V) == 0 * U + e * V + 0, pf.assume(A(U)(V)))))  # fmt: skip
            goal_affine = AffineOnPlane(size, A)
            straight = pf.restate(pf.witness(body(goal_affine), 0, e, 0, affine), goal_affine)
            B_ = pf.fresh("B", "real->real->bool")
            larger = instance_of(parts.args[1].args[1].args[1], B_).args[0]
            given = pf.assume(larger)
            start = pf.opened
            al, be, ga, line = pf.obtain(pf.open_definition(given.left), "alpha", "beta", "gamma")
            facts = []
            for point in ((e, one), (-e, one), (term(0), term(0))):
                member = pf.by_cases(pf.lemma("abs", point[0]), *[lambda q, point=point: pf.arith(
                    absolute(point[0]) == e * point[1], q, bounds)] * 2)  # fmt: skip
                known = pf.modus_ponens(line(*point), pf.modus_ponens(given.right(*point), member))
                facts.append(pf.arith(e * point[1] == al * point[0] + be * point[1] + ga, known, member))
            flat = pf.arith(al * e == 0, *facts)
            inverse = pf.lemma("inverse", e, using=[pf.arith(negation(e == 0), bounds)])
            zero = pf.arith(al == 0, flat, inverse, multipliers=[1 / e, al])
            there = pf.assume(B_(U)(V))
            value = pf.modus_ponens(line(U, V), there)
            result = pf.arith(absolute(U) == e * V, value, zero, *facts, multipliers=[U, V, e, 1])
            whole = pf.general(U, V, pf.implication(there.formula, result))
            maximal = pf.general(B_, pf.implication(larger, pf.close(whole, start)))
            return pf.restate(pf.both(some_, joined_, straight, maximal), LiteralPiece(A, size))

        def joined(e: Term, A: Term) -> Fact:
            """Both points are joined to the origin."""
            W, X, s_ = pf.fresh("w", "real"), pf.fresh("x", "real"), pf.fresh("s", "real")
            given = pf.assume(conj(A(U)(V), A(W)(X)))
            xs = lam(i, where(i <= 0, U, where(i <= 1, 0, W)))
            ys = lam(i, where(i <= 0, V, where(i <= 1, 0, X)))

            def value(path: Term, q: int) -> Fact:
                return pick(pf, path(term(q)))

            def segment(q: Term, bounds: Fact) -> Fact:
                within = pf.assume(between(0, s_, 1))
                px, py = ((1 - s_) * path(q) + s_ * path(q + 1) for path in (xs, ys))

                def along(first_: bool, side: Fact) -> Fact:
                    a_, b_ = (U, V) if first_ else (W, X)
                    known = [pick(pf, path(index), side, bounds) for path in (xs, ys) for index in (q, q + 1)]
                    factor = 1 - s_ if first_ else s_
                    xs_ = pf.arith(px == factor * a_, *known, multipliers=[1, s_])
                    ys_ = pf.arith(py == factor * b_, *known, multipliers=[1, s_])
                    member = given.left if first_ else given.right
                    sizes = pf.by_cases(pf.lemma("abs", a_), *[lambda k_: pf.by_cases(pf.lemma("abs", px), *[
                        lambda l_, k_=k_: same_size(pf, px, a_, factor, xs_, k_, l_, within)] * 2)] * 2)  # fmt: skip
                    return pf.arith(absolute(px) == e * py, sizes, member, ys_, multipliers=[factor, e])

                fact = pf.decide(q <= 0, lambda yes: along(True, yes), lambda no: along(False, no))
                return pf.general(s_, pf.implication(within.formula, fact))

            ends = [pf.arith(path(term(q)) == point, value(path, q)) for path, q, point in (
                (xs, 0, U), (ys, 0, V), (xs, 2, W), (ys, 2, X))]  # fmt: skip
            wanted = instance_of(body(JoinedOnPlane(A)), U, V, W, X).args[1]
            segments = over(pf, 0, term(2) - 1, segment)
            fact = pf.witness(wanted, 2, xs, ys, pf.both(pf.arith(term(2) >= 0), *ends, segments))
            return pf.restate(pf.general(U, V, W, X, pf.implication(given.formula, fact)), JoinedOnPlane(A))

        literals = over(pf, 1, N + 1, literal)
        s1, s2 = pf.fresh("i", "int"), pf.fresh("j", "int")
        order = pf.assume(conj(1 <= s1, s1 < s2, s2 <= N + 1))
        mine = pf.by_cases(pf.lemma("abs", s1), *[lambda q: pf.arith(absolute(s1) == s1 * 1, q, order)] * 2)
        other = pf.refute(absolute(s1) == s2 * 1, lambda bad: pf.arith(false, bad, mine, order))
        apart = exists(u, v, conj(lines(s1)(u)(v), negation(lines(s2)(u)(v))))
        different = pf.general(s1, s2, pf.implication(order.formula, pf.witness(apart, s1, 1, pf.both(mine, other))))
        return pf.close(pf.conflict(pf.both(literals, different), many), mark)

    return pf.refute(goal, contradiction)


def at_piece(pf: Proof, A: Term, size: Term) -> Term:
    """What LiteralPiece stands for."""
    return body(LiteralPiece(A, size))


def same_size(pf: Proof, px: Term, a: Term, factor: Term, equal: Fact, plain: Fact, scaled: Fact, within: Fact) -> Fact:
    """|factor a| = factor |a| for factor >= 0, by the cases of both absolute values."""
    sign = plain.left
    up = sign.formula.args[0].op == "num"
    product = pf.arith(factor * a >= 0 if up else factor * a <= 0, sign, within)
    return pf.arith(absolute(px) == factor * absolute(a), plain.right, scaled, product, equal, multipliers=[1, factor])
