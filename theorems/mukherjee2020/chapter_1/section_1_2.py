"""Section 1.2: the gap between k^3 units at depth 1 + k^2 and order k^k at depth 1 + k is true, for approximation in
the mean and everywhere; ReLU networks do compute the gauges of zonotopes, but the function of Definition 7 is another.

That function, for which the text builds networks, is the support function of the zonotope, the gauge of its polar body
and not of the zonotope itself: a slip of the name. The text does not say in which sense a function is hard to
approximate: in Theorem 2.3.6, from which it takes such statements, in the mean.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, power_of_exp, transport, under
from numerics.sampling import dyadic
from numerics.sums import equal_sums, sums_scaled
from numerics.terms import (
    Term,
    absolute,
    between,
    body,
    conj,
    every,
    exists,
    exp,
    false,
    floor,
    forall,
    function,
    iff,
    implies,
    instance_of,
    integer,
    lam,
    log,
    maximum,
    real,
    same,
    term,
    total,
    vector,
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.budgets import network_of, units, weakly
from theorems.mukherjee2020.chapter_2.corollary_2_3_4 import four_compositions, size_of_one_layer
from theorems.mukherjee2020.chapter_2.theorem_2_3_1 import least_size
from theorems.mukherjee2020.chapter_2.theorem_2_3_6 import generalised
from theorems.mukherjee2020.deep_nets import Represents, single
from theorems.mukherjee2020.gauges import Gauge, gauge_network, spans
from theorems.mukherjee2020.networks import layer_sizes
from theorems.mukherjee2020.pwl import Affine, Composed, Sawtooth, Simplex
from theorems.mukherjee2020.sawtooths import Composition, laps_of_composition, power_positive
from theorems.mukherjee2020.trade_offs import (
    bent_cells,
    composition_of,
    represented,
    root,
    size_needed,
    uniform_units,
)
from theorems.mukherjee2020.triangles import Area, Computes, Wave, bit, distance, error_of_few_pieces
from theorems.mukherjee2020.uniform import (
    compositions_exist,
    hinge_network,
    hinge_weight,
    hinges,
    layered,
    widths_of,
)
from theorems.mukherjee2020.zonotope_faces import inner
from theorems.mukherjee2020.zonotope_geometry import Coordinates, is_member
from theorems.mukherjee2020.zonotopes import PointOfZonotope

i, j, m, n, layers, size = (*(integer(name) for name in "ijmn"), integer("layers"), integer("size"))
b, r, x = function("b", "int->int->real"), function("r", "int->real"), function("x", "int->V->real")
g, place, s, t = function("g", "V->real"), vector("p"), real("s"), real("t")
height, level = real("height"), real("level")

gauge = Claim(
    "mukherjee2020", "claim", "", slug="gauge_versus_support", section="1.2", family="zonotopes",
    title="ReLU networks compute gauges of zonotopes", uses=["definition_7"],
    statement=r"""ReLU networks represent the gauge of a zonotope $Z \subset \mathbb R^n$, the function $g \ge 0$ such
    that for $t > 0$, $g(r) \le t$ iff $r \in t Z$. (For the zonotopes whose generators span $\mathbb R^n$: they have 0
    in their interior; for others the gauge is infinite at some points. In the goal, $x_1(p), \dots, x_n(p)$ are the
    coordinates of the point $p$.)""",
)  # fmt: skip
gauge_printed = gauge.variant(
    "printed", forall(n, m, b, x, implies(conj(n >= 1, m >= 1, spans(n, m, b)), exists(g, layers, size, conj(
        forall(place, Gauge(g(place), lam(j, x(j)(place)), n, m, b)),
        Represents(single(g), 1, x, n, layers, size))))),
    expect="proved",
    why="A zonotope is cut out by finitely many inequalities <a, r> <= c, so that its gauge is a maximum of finitely "
        "many linear functions <a, r> / c.",
    observed=height <= t * level,
)  # fmt: skip


@gauge.prove(gauge_printed)
def by_its_faces(pf: Proof, goal: Term) -> Fact:
    variables, given, conclusion = pf.intro(goal)
    return pf.conclude(goal, variables, gauge_network(pf, conclusion, *variables, *given))


@gauge.satisfied(gauge_printed)
def the_unit_interval(pf: Proof, formula: Term) -> Fact:
    """n = m = 1 and the generator 1."""
    one, unit = term(1), lam(i, j, term(1))
    r = pf.fresh("r", "int->real")
    weights = lam(i, r(one) * 1)

    def coordinate(k: Term, place: Fact) -> Fact:
        same_ = pf.congruent(r, pf.arith(k == 1, place))
        sums = pf.rewrite(pf.lemma("sum_step", 1, 0, lam(i, weights(i) * unit(i)(k))), pf.ring(term(0) + 1, 1))
        return pf.arith(r(k) == total(i, 1, one, weights(i) * unit(i)(k)), same_, sums, pf.lemma(
            "sum_empty", 1, 0, lam(i, weights(i) * unit(i)(k))))  # fmt: skip

    whole = instance_of(spans(one, one, unit), r)
    spanning = pf.general(r, pf.witness(whole, weights, over(pf, 1, one, coordinate, "j")))
    return pf.exhibit(formula, [1, 1, unit, lam(i, place, term(0))], spanning)


@gauge.instances
def points_and_faces(rng, count):
    """Up to six integer generators in the plane, the point r = t (mu_1 b_1 + ...) with -1 <= mu_i <= 1, in a third of
    the cases a vertex of t Z, and the face <a, y> <= level with the greatest <a, r> / level; height is <a, r>."""
    rows = []
    while len(rows) < min(count, 300):
        b = rng.integers(-4, 5, size=(int(rng.integers(2, 7)), 2))
        normals = np.stack([-b[:, 1], b[:, 0]], axis=1)
        normals = np.concatenate([normals, -normals])
        levels = np.abs(normals @ b.T).sum(axis=1)
        if not levels.all():
            continue
        direction = rng.integers(-9, 10, size=2)
        corner = np.where(b @ direction >= 0, 4, -4)
        mu = corner if rng.integers(0, 3) == 0 else rng.integers(-4, 5, size=len(b))
        scale = int(rng.integers(1, 6))
        heights = normals @ (scale * mu @ b)
        best = max(range(len(normals)), key=lambda k: Fraction(int(heights[k]), int(levels[k])))
        rows.append((heights[best], levels[best], 4 * scale))
    chosen = np.array(rows, dtype="float64")[rng.integers(0, len(rows), size=count)].T
    return dict(zip(("height", "level", "t"), chosen, strict=True))


gauge.mutant("half as much", gauge_printed, 2 * height <= t * level)
gauge.mutant("strict", gauge_printed, height < t * level)

# The function that the text means by it.

x = function("x", "int->real")

named = Claim(
    "mukherjee2020", "claim", "", slug="gauge_of_definition_7", section="1.2", family="zonotopes",
    title="the function of Definition 7 as the gauge", uses=["definition_7", "proposition_2_3_9"],
    statement=r"""The function $\gamma_Z$ of Definition 7, the maximum of $\langle r, x\rangle$ over $x \in Z$, whose
    networks the text goes on to build (Lemma 2.3.8, Proposition 2.3.9) and calls the gauge function of the zonotope $Z$
    here, is the gauge of $Z$: for $t > 0$, $\gamma_Z(r) \le t$ iff $r \in t Z$. (A slip of the name: Definition 7 has
    the right one, support function. Repaired: it is the gauge of the polar body: for $t > 0$, $\gamma_Z(r) \le t$ iff
    $r \in t Z^\circ$, where $Z^\circ$ is the set of all $y$ with $\langle y, x\rangle \le 1$ for all $x \in Z$.)""",
)  # fmt: skip


def greatest(s: Term, r: Term) -> Term:
    """s is the support function at r: the largest <r, x> of the points x of the zonotope."""
    return conj(exists(x, conj(PointOfZonotope(x, n, m, b), inner(r, x, n) == s)),
                forall(x, implies(PointOfZonotope(x, n, m, b), inner(r, x, n) <= s)))  # fmt: skip


y = function("y", "int->real")
in_polar = exists(y, conj(forall(x, implies(PointOfZonotope(x, n, m, b), inner(y, x, n) <= 1)),
                          every(j, 1, n, r(j) == t * y(j))))  # fmt: skip
polar_gauge = conj(s >= 0, forall(t, implies(t > 0, iff(s <= t, in_polar))))


def of_support(conclusion: Term) -> Term:
    return forall(n, m, b, r, s, implies(conj(n >= 1, m >= 1, greatest(s, r)), conclusion))


u, v, p, q = (real(name) for name in "uvpq")
support, body_gauge = real("support"), real("gauge")
printed = named.variant(
    "printed", of_support(Gauge(s, r, n, m, b)), expect="refuted",
    why="A slip of the name: gauge and support function belong to polar bodies, and a zonotope is hardly ever its own "
        "polar.",
    counterexample="The square [-1, 1]^2 and r = (1, 1): the point r lies in it, so that its gauge is 1; the support "
                   "function is |1| + |1| = 2.",
)  # fmt: skip
repaired = named.variant(
    "repaired", of_support(polar_gauge), expect="proved",
    why="<r, x> <= t for all x says that r / t lies in the polar body.",
    observed=u * p + v * q <= support * body_gauge,
)  # fmt: skip


def _two(pf: Proof, f: Term) -> list[Fact]:
    """The sum of f over 1, 2."""
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f), pf.lemma("sum_step", 1, 1, f)]


@named.refute(printed)
def by_the_square(pf: Proof, goal: Term) -> Fact:
    one = lam(j, term(1))
    square = lam(i, j, where(i == j, term(1), term(0)))
    chosen = [pf.lemma("if_true" if e == d else "if_false", term(e) == d, 1, 0, using=[
        pf.compute(term(e) == d if e == d else term(e) != d)]) for e in (1, 2) for d in (1, 2)]  # fmt: skip

    def combined(weights: Term, place: Term) -> list[Fact]:
        """The coordinate of the sum of the weights times the generators."""
        return _two(pf, lam(i, weights(i) * square(i)(place)))

    def each(prove: Callable[[Term], Fact]) -> Fact:
        """What ``prove`` shows of the coordinates 1 and 2, for j from 1 to 2."""
        facts = {d: prove(term(d)) for d in (1, 2)}
        z = integer("z")

        def at(place: Term, bounds: Fact) -> Fact:
            def moved(d: int, same_: Fact) -> Fact:
                pattern = lam(z, point_at(z))
                return pf.step("equality", [pf.symmetric(same_), facts[d]], [pattern])

            return pf.decide(place <= 1, lambda yes: moved(1, pf.arith(place == 1, yes, bounds)),
                             lambda no: moved(2, pf.arith(place == 2, no, bounds)))  # fmt: skip

        return over(pf, 1, term(2), at, "j")

    def point_at(z: Term) -> Term:
        return one(z) == total(i, 1, 2, one(i) * square(i)(z))

    def wrong(claimed: Fact) -> Fact:
        mark = pf.opened
        sum_at = each(lambda d: pf.arith(point_at(d), *combined(one, d), *chosen))
        ones = over(pf, 1, term(2), lambda k, _: pf.both(pf.arith(term(-1) <= 1), pf.arith(term(1) <= 1)), "i")
        corner = PointOfZonotope(one, 2, 2, square)
        inside = pf.restate(pf.witness(body(corner), one, pf.both(ones, sum_at)), corner)
        value = pf.arith(inner(one, one, term(2)) == 2, *_two(pf, lam(j, one(j) * one(j))))
        point = pf.fresh("x", "int->real")
        given = pf.assume(PointOfZonotope(point, 2, 2, square))
        since = pf.opened
        weights, facts = pf.obtain(pf.open_definition(given), "lambda")
        small = [facts.left.apply(d, using=[]) for d in (1, 2)]
        sums = [f for d in (1, 2) for f in (facts.right.apply(d, using=[]), *combined(weights, term(d)))]
        coordinates = [pf.arith(point(d) == weights(d), *sums, *chosen, multipliers=[weights(1), weights(2)])
                       for d in (1, 2)]  # fmt: skip
        low = pf.close(pf.arith(inner(one, point, term(2)) <= 2, *_two(pf, lam(j, one(j) * point(j))), *coordinates,
                                *small), since)  # fmt: skip
        below = pf.general(point, pf.implication(given.formula, low))
        attained = claimed(2, 2, square, one, 2).formula.args[0].args[1].args[1].args[0]
        there = pf.witness(attained, one, pf.both(inside, value))
        whole = pf.open_definition(claimed.apply(2, 2, square, one, 2, using=[there, below]))
        back = whole.right.apply(1, using=[pf.arith(term(1) > 0)]).right
        whole = pf.witness(back.formula.args[0], one, pf.both(inside, over(
            pf, 1, term(2), lambda k, _: pf.ring(one(k), 1 * one(k)), "j")))  # fmt: skip
        return pf.close(pf.arith(false, pf.modus_ponens(back, whole)), mark)

    return pf.refute(goal, wrong)


@named.prove(repaired)
def by_scaling(pf: Proof, goal: Term) -> Fact:
    variables, (some, many, attained, above), conclusion = pf.intro(goal, premises=1)
    n, m, b, r, s = variables
    sign = at_the_origin(pf, n, m, b, r, s, some, many, above)
    t = pf.fresh("t", "real")
    positive = pf.assume(t > 0)
    forth, back = instance_of(conclusion.args[1], t).args[1].args
    inverse = pf.lemma("inverse", t, using=[pf.arith(t > 0, positive)])
    y = lam(j, r(j) * (1 / t))
    nonempty = pf.arith(1 <= n + 1, some)

    def multiple_at(k: Term) -> Fact:
        return pf.arith(r(k) == t * y(k), inverse, multipliers=[r(k)])

    small = pf.assume(forth.args[0])
    polar_goal = forth.args[1]
    point = pf.fresh("x", "int->real")
    given = pf.assume(PointOfZonotope(point, n, m, b))
    moved = scaled(pf, nonempty, r, y, point, n, t, lambda k, *_: multiple_at(k))
    bound = above.apply(point, using=[given])
    product = pf.arith(inner(y, point, n) <= 1, pf.arith(t * (1 - inner(y, point, n)) >= 0, moved, bound, small),
                       positive)  # fmt: skip
    in_it = pf.general(point, pf.implication(given.formula, product))
    first = pf.implication(small.formula, pf.witness(polar_goal, y, pf.both(in_it, over(
        pf, 1, n, lambda k, _: multiple_at(k), "j"))))  # fmt: skip
    inside = pf.assume(back.args[0])
    mark = pf.opened
    top, at_top = pf.obtain(attained, "x")
    w, facts = pf.obtain(inside, "y")
    least = facts.left.apply(top, using=[at_top.left])
    moved = scaled(pf, nonempty, r, w, top, n, t, lambda k, *bounds: facts.right.apply(k, using=bounds))
    second = pf.close(pf.arith(s <= t, pf.arith(t * (1 - inner(w, top, n)) >= 0, least, positive), moved,
                               at_top.right), mark)  # fmt: skip
    both = pf.both(first, pf.implication(inside.formula, second))
    scaled_ = pf.general(t, pf.implication(positive.formula, both))
    return pf.conclude(goal, variables, pf.both(sign, scaled_))


def at_the_origin(pf: Proof, n: Term, m: Term, b: Term, r: Term, s: Term, some: Fact, many: Fact, above: Fact) -> Fact:
    """s >= 0, since the origin lies in the zonotope."""
    zero, S = lam(i, 0 * i), Coordinates(n)
    origin = S.sum(m, zero, b)

    def coordinate(q: Term, low: Fact, high: Fact) -> Fact:
        f = lam(i, b(i)(q))
        nothing = sums_scaled(pf).apply(1, m, f, 0, using=[pf.arith(term(1) <= m + 1, many)])
        spelled = equal_sums(pf, term(1), m, lam(i, zero(i) * b(i)(q)), lam(i, 0 * f(i)), lambda h, *_: pf.ring(
            zero(h) * b(h)(q), 0 * f(h)))  # fmt: skip
        return pf.arith(r(q) * origin(q) == 0 * r(q), spelled, nothing, multipliers=[r(q)])

    inside = is_member(pf, S, origin, m, b, zero, over(pf, 1, m, lambda q, _: pf.both(
        pf.arith(-1 <= zero(q)), pf.arith(zero(q) <= 1))), S.equal(pf, origin, origin))  # fmt: skip
    products = lam(j, r(j) * origin(j))
    level = equal_sums(pf, term(1), n, products, lam(j, 0 * r(j)), coordinate)
    nothing = sums_scaled(pf).apply(1, n, r, 0, using=[pf.arith(term(1) <= n + 1, some)])
    return pf.arith(s >= 0, above.apply(origin, using=[inside]), level, nothing)


def scaled(pf: Proof, some: Fact, r: Term, y: Term, x: Term, n: Term, t: Term,
           each: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
    """<r, x> = t <y, x>, where ``each(k, 1 <= k, k <= n)`` gives r(k) = t y(k); ``some`` is n >= 1."""
    f, g = lam(j, r(j) * x(j)), lam(j, y(j) * x(j))
    multiple = lam(j, t * (y(j) * x(j)))
    first = equal_sums(pf, term(1), n, f, multiple, lambda k, low, high: pf.arith(
        f(k) == multiple(k), each(k, low, high), multipliers=[x(k)]))  # fmt: skip
    factor = sums_scaled(pf).apply(1, n, g, t, using=[some])
    return pf.arith(inner(r, x, n) == t * inner(y, x, n), first, factor)


@named.satisfied(repaired)
def a_point(pf: Proof, formula: Term) -> Fact:
    """n = m = 1, the zonotope {0}."""
    zero = lam(j, term(0) * j)
    none = lam(i, j, term(0) * j)
    point = pf.fresh("x", "int->real")

    def value(x: Term) -> Fact:
        products = lam(j, zero(j) * x(j))
        return pf.arith(inner(zero, x, term(1)) == 0, *_one(pf, products))

    inside = PointOfZonotope(zero, 1, 1, none)
    weights = over(pf, 1, term(1), lambda k, _: pf.both(pf.arith(-1 <= zero(k)), pf.arith(zero(k) <= 1)), "i")
    there = pf.restate(pf.witness(body(inside), zero, pf.both(weights, over(pf, 1, term(1), lambda k, _: pf.arith(
        zero(k) == total(i, 1, 1, zero(i) * none(i)(k)), *_one(pf, lam(i, zero(i) * none(i)(k)))), "j"))),
        inside)  # fmt: skip
    above = pf.general(point, under(pf, PointOfZonotope(point, 1, 1, none), lambda _: pf.arith(
        inner(zero, point, term(1)) <= 0, value(point))))  # fmt: skip
    return pf.exhibit(formula, [1, 1, none, zero, 0, zero], there, value(zero), above)


def _one(pf: Proof, f: Term) -> list[Fact]:
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f)]


@named.instances
def in_the_square(rng, count):
    """The square [-1, 1]^2: support |u| + |v| at (u, v), gauge max(|p|, |q|) at (p, q)."""
    found = {name: dyadic(rng, count, -4, 4, 4) for name in "uvpq"}
    found["support"] = np.abs(found["u"]) + np.abs(found["v"])
    found["gauge"] = np.maximum(np.abs(found["p"]), np.abs(found["q"]))
    return found


named.mutant("half as much", repaired, 2 * (u * p + v * q) <= support * body_gauge)
named.mutant("strict", repaired, u * p + v * q < support * body_gauge)

# The gap between depths.

k, M, I, height = integer("k"), real("M"), real("I"), real("t")
a, h, H = function("a", "int->int->real"), function("h", "int->real->real"), function("H", "int->real->real")
w, v = function("w", "int->int"), function("v", "int->int")
f, g, wave = function("f", "real->real"), function("g", "real->real"), function("s", "real->real")
point, size_, C, low = real("x"), integer("size"), real("C"), real("c")
mean_size = integer("mean_size")

gap = Claim(
    "mukherjee2020", "claim", "", slug="gap_summary", section="1.2", family="pwl_networks",
    title="k^3 units at depth 1 + k^2 against k^k at depth 1 + k",
    uses=["corollary_2_3_4", "corollary_2_3_3.dimension", "theorem_2_3_6"],
    statement=r"""There are constants $C, c > 0$ such that for every integer $k \ge 1$ there is a continuum of
    functions, each computed by a ReLU network of depth $1 + k^2$ with at most $C k^3$ units, while a network of depth
    $1 + k$ that approximates it needs at least $c k^k$ units. Approximation is that of Theorem 2.3.6, in the mean over
    $[0, 1]$. (As proved here: with $C = 1$ and $c = \frac12$ for all multiples $f = t s$, $t > 0$, of the wave $s$ of
    $k^{k^2}$ equal laps between 0 and 1, and for all $g$ with $\int_0^1 |f - g| < \frac t8$. Sharpened, for uniform
    approximation: for $k \ge 2$ every composition $H$ of $k^2$ sawtooths on $[0, M]$ with $k - 1$ nodes each is
    computed by $k^2$ layers of $k$ units, and a network of depth $1 + k$ that differs from it by less than
    $\frac M4$ everywhere on $[0, M]$ has at least $k^{k+1} - k$ units.)""",
)  # fmt: skip


def hard(k: Term) -> Term:
    """For the wave of k^(k^2) laps and each of its multiples f = t s, t > 0: k^2 layers with at most C k^3 units
    compute f, and k layers within t/8 of f in the mean over [0, 1] have at least c k^k units."""
    deep = exists(w, conj(Computes(w, k * k, f), units(w, k * k) <= C * k**3))
    near_in_mean = conj(Computes(v, k, g), Area(distance(f, g), 0, 1, I), I < height / 8)
    shallow = forall(v, g, I, implies(near_in_mean, units(v, k) >= low * k**k))
    return exists(wave, conj(Wave(wave, k ** (k * k)), forall(height, f, implies(
        conj(height > 0, forall(point, f(point) == height * wave(point))), conj(deep, shallow)))))  # fmt: skip


def near(g: Term, H: Term, M: Term) -> Term:
    """g differs from H by less than M/4 on [0, M]."""
    return forall(point, implies(between(0, point, M), absolute(g(point) - H(point)) < M / 4))


def several(upper: Term, lower: Term) -> Term:
    """For k >= 2 and every composition of k^2 sawtooths with k - 1 nodes each."""
    represents = conj(Computes(widths_of(k), k * k, H(k * k)), units(widths_of(k), k * k) <= upper)
    return forall(k, M, a, h, H, implies(
        conj(k >= 2, M > 0, every(j, 1, k * k, conj(Simplex(a(j), k - 1, M), Sawtooth(h(j), a(j), k - 1, M))), Composed(
            H, h, k * k)),
        conj(represents, forall(w, g, implies(
            conj(Computes(w, k, g), near(g, H(k * k), M)), units(w, k) >= lower)))))  # fmt: skip


summary = gap.variant(
    "printed", exists(C, low, conj(C > 0, low > 0, forall(k, implies(k >= 1, hard(k))))), expect="proved",
    why="A network that is so close has more than a quarter as many pieces as f has laps, k^(k^2); k layers with so "
        "many pieces have k (k^k/2 - 1) units at least. The multiples t s are a continuum, since s attains 1.",
    observed=2 * mean_size >= k**k,
)  # fmt: skip
stronger = gap.variant(
    "sharpened", several(k**3, k ** (k + 1) - k), expect="proved",
    why="A network that is everywhere so close bends between the middles of any two neighbouring laps; k layers that "
        "bend so often have a mean width of k^k - 1 at least.",
    observed=size_ >= k ** (k + 1) - k,
)  # fmt: skip


def bends(pf: Proof, c: Composition, least: Fact, n: Term, some: Fact, few: Fact, g: Term, close: Fact) -> Fact:
    """(p + 1)^k <= n where g has at most n pieces and is near H(k); ``least`` is k >= 1 and ``some`` n >= 1."""
    H, M, N = c.H(c.k), c.M, (c.p + 1) ** c.k
    laps = laps_of_composition(pf, c).apply(c.k, using=[pf.arith(c.k >= 0, least), pf.arith(c.k <= c.k)])
    mark = pf.opened
    t, facts = pf.obtain(pf.open_definition(laps), "t")
    first, last, each = facts.split()
    T = lam(i, (t(i) + t(i + 1)) / 2)

    def lap(q: Term, *bounds: Fact) -> tuple[Fact, Fact, Fact]:
        """On the lap [t(q), t(q+1)]: its order, H = M/2 in its middle, and H(t(q)) is 0 or M."""
        whole = each.apply(q, using=[pf.arith(q >= 0, *bounds), pf.arith(q <= N - 1, *bounds)])
        order, linear, turn, level = whole.left, whole.right.left, whole.right.right.left, whole.right.right.right
        a, b = t(q), t(q + 1)
        line = pf.open_definition(linear)
        line = line.apply(T(q), using=[pf.both(pf.arith(a <= T(q), order), pf.arith(T(q) <= b, order))])
        product = pf.arith((2 * H(T(q)) - M) * (b - a) == 0, line, turn, multipliers=[b - T(q), T(q) - a, b - a, 1])
        return order, pf.arith(2 * H(T(q)) == M, product, order), level

    def above(q: Term, low: Fact, here: Fact) -> Fact:
        return under(pf, q + 1 <= N, lambda b: pf.arith(
            t(q + 1) >= 0, here.apply(using=[b]), lap(q, low, b)[0]))  # fmt: skip

    def below(q: Term, low: Fact, here: Fact) -> Fact:
        def longer(b: Fact) -> Fact:
            e = N - (q + 1)
            same_place = pf.congruent(t, pf.ring(e + 1, N - q))
            return pf.arith(t(e) <= M, here.apply(using=[b]), lap(e, low, b)[0], same_place)

        return under(pf, q + 1 <= N, longer)

    starts = pf.induction("q", 0, lambda q: implies(q <= N, t(q) >= 0), lambda: under(
        pf, term(0) <= N, lambda _: pf.arith(t(0) >= 0, first)), above)  # fmt: skip
    ends = pf.induction(
        "q",
        0,
        lambda q: implies(q <= N, t(N - q) <= M),
        lambda: under(pf, term(0) <= N, lambda _: pf.arith(t(N - 0) <= M, last, pf.congruent(t, pf.ring(N - 0, N)))),
        below,
    )

    def inside(q: Term, *bounds: Fact) -> tuple[Fact, Fact]:
        """0 <= t(q) <= M."""
        high = ends.apply(N - q, using=[pf.arith(N - q >= 0, *bounds), pf.arith(N - q <= N, *bounds)])
        low = starts.apply(q, using=[pf.arith(q >= 0, *bounds), pf.arith(q <= N, *bounds)])
        return low, pf.arith(t(q) <= M, high, pf.congruent(t, pf.ring(N - (N - q), q)))

    def value(x: Term, *where_: Fact) -> list[Fact]:
        """g(x) lies between H(x) - M/4 and H(x) + M/4."""
        small = close.apply(x, using=[pf.both(pf.arith(0 <= x, *where_), pf.arith(x <= M, *where_))])
        size = pf.lemma("abs", g(x) - H(x))
        return [pf.by_cases(size, *[lambda fact, goal=goal: pf.arith(goal, fact, small)] * 2) for goal in (
            g(x) < H(x) + M / 4, g(x) > H(x) - M / 4)]  # fmt: skip

    def rising(q: Term, bounds: Fact) -> Fact:
        before, after = lap(q - 1, bounds)[0], lap(q, bounds)[0]
        spelled = pf.congruent(t, pf.ring(q - 1 + 1, q))
        return pf.arith(T(q - 1) < T(q), before, after, spelled)

    def bent(q: Term, bounds: Fact) -> Fact:
        order, half, level = lap(q, bounds)
        before, half_before, _ = lap(q - 1, bounds)
        spelled = pf.congruent(t, pf.ring(q - 1 + 1, q))
        left, right = pf.arith(T(q - 1) < t(q), before, spelled), pf.arith(t(q) < T(q), order)
        known = [*inside(q - 1, bounds), *inside(q, bounds), *inside(q + 1, bounds), order, before, spelled]

        def straight(claimed: Fact) -> Fact:
            opened = pf.opened
            alpha, beta, line = pf.obtain(pf.open_definition(claimed), "alpha", "beta")
            at = {}
            for name, x in (("left", T(q - 1)), ("apex", t(q)), ("right", T(q))):
                on = line.apply(x, using=[pf.both(pf.arith(T(q - 1) <= x, left, right), pf.arith(
                    x <= T(q), left, right))])  # fmt: skip
                at[name] = [on, *value(x, *known)]

            def turn(fact: Fact) -> Fact:
                top = same(fact.formula.args[1], M)
                level = M * term("3/4") if top else M * term("1/4")
                sign = 1 if top else -1
                gaps = [pf.arith(sign * (level - (alpha * x + beta)) > 0, *at[name], h) for name, x, h in (
                    ("left", T(q - 1), half_before), ("right", T(q), half))]  # fmt: skip
                over_it = pf.arith(sign * (alpha * t(q) + beta - level) > 0, *at["apex"], fact)
                shares = [
                    pf.arith(sign * (level - (alpha * T(q - 1) + beta)) * (T(q) - t(q)) > 0, gaps[0], right),
                    pf.arith(sign * (level - (alpha * T(q) + beta)) * (t(q) - T(q - 1)) > 0, gaps[1], left),
                    pf.arith(sign * (alpha * t(q) + beta - level) * (T(q) - T(q - 1)) > 0, over_it, left, right),
                ]
                return pf.arith(false, *shares, degree=1)

            return pf.close(pf.by_cases(level, turn, turn), opened)

        return pf.refute(Affine(g, T(q - 1), T(q)), straight)

    counted = bent_cells(pf).apply(g, T, N - 1, n, using=[
        some, few, over(pf, 1, N - 1, rising), over(pf, 1, N - 1, bent)])  # fmt: skip
    return pf.close(pf.arith(N <= n, counted), mark)


def size_near(pf: Proof, k: Term, wide: Fact, c: Composition, v: Term, g: Term, computes: Fact, close: Fact) -> Fact:
    """S >= k (k^k - 1) for a network of k layers that is near H(k^2)."""
    some = pf.arith(k >= 1, wide)
    deep = pf.arith(c.k >= 1, pf.arith(k * k >= 2 * k, wide), wide)
    few, positive, widths = network_of(pf, v, k, g, some, computes)
    enough = bends(pf, c, deep, layer_sizes(v, k), positive, few, g, close)
    base = pf.ring(k - 1 + 1, k)
    enough = pf.rewrite(enough, base)
    N = k ** (k * k)
    tall = power_positive(pf, k, some).apply(k * k, using=[pf.arith(k * k >= 0, deep)])
    size = size_needed(pf, v, k, some, widths, N, tall, enough)
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, some)])
    of_k = pf.lemma("exp_log", k, using=[pf.arith(k > 0, some)])
    x = real("x")
    whole = power_of_exp(pf, k, of_k, log(k), k * k, pf.arith(k * k >= 0, deep))
    logarithm = pf.arith(log(N) == k * k * log(k), pf.congruent(lam(x, log(x)), whole), pf.lemma(
        "log_exp", k * k * log(k)))  # fmt: skip
    exponent = pf.congruent(lam(x, exp(x)), pf.arith(log(N) / k == k * log(k), logarithm, inverse, multipliers=[
        1 / k, k * log(k)]))  # fmt: skip
    power_ = power_of_exp(pf, k, of_k, log(k), k, pf.arith(k >= 0, some))
    root_is = pf.arith(root(N, k) == k**k, exponent, power_)
    return pf.arith(units(v, k) >= k * (k**k - 1), size, root_is, multipliers=[k])


@gap.prove(stronger)
def by_the_mean(pf: Proof, goal: Term) -> Fact:
    variables, (wide, positive, factors, composed), conclusion = pf.intro(goal, premises=1)
    k, M, a, h, H = variables
    c = composition_of(pf, M, k - 1, k * k, a, h, H, positive, pf.arith(k - 1 >= 1, wide), factors, composed)
    deep = pf.arith(k * k >= 1, pf.arith(k * k >= 2 * k, wide), wide)
    network = represented(pf, k, k - 1, k * k, M, a, h, H, c.some, deep, factors, composed)
    count = pf.arith(conclusion.args[0].args[1], uniform_units(pf, k, k * k, pf.arith(k * k >= 0, deep)))
    (v, g), (computes, close), wanted = pf.intro(conclusion.args[1])
    many = size_near(pf, k, wide, c, v, g, computes, close)
    least = pf.arith(wanted, many, pf.lemma("power_step", k, k, using=[pf.arith(k >= 0, wide)]))
    return pf.conclude(goal, variables, pf.both(pf.both(network, count), pf.conclude(
        conclusion.args[1], [v, g], least)))  # fmt: skip


@gap.prove(summary)
def by_the_error_of_few_pieces(pf: Proof, goal: Term) -> Fact:
    half = term("1/2")
    _, rest = instance_of(goal, 1, half).args
    _, each = rest.args
    (k,), (some,), conclusion = pf.intro(each)
    z = integer("z")
    one = wave_of_one_lap(pf, instance_of(each, 1).args[1])
    found = pf.decide(k >= 2, lambda wide: wave_of_many_laps(pf, k, wide, conclusion), lambda no: transport(
        pf, lam(z, instance_of(each, z).args[1]), pf.symmetric(pf.arith(k == 1, no, some)), one))  # fmt: skip
    return pf.witness(goal, 1, half, pf.both(pf.arith(term(1) > 0), pf.arith(half > 0), pf.conclude(each, [k], found)))


def wave_of_many_laps(pf: Proof, k: Term, wide: Fact, goal: Term) -> Fact:
    """hard(k), the goal, for k >= 2."""
    mark = pf.opened
    deep = pf.arith(k * k >= 1, pf.arith(k * k >= 2 * k, wide), wide)
    H, is_wave, composed = layered(pf, k, k * k, wide, deep)
    s = H(k * k)
    rest = instance_of(goal, s).args[1]
    (t, f), (tall, multiple), conclusion = pf.intro(rest, premises=1)
    narrow, shallow = conclusion.args
    network = multiple_of_hinges(pf, k, k * k, H, composed, wide, deep, t, f, multiple)
    count = uniform_units(pf, k, k * k, pf.arith(k * k >= 0, deep))
    exact = pf.arith(instance_of(narrow, widths_of(k)).args[1], count)
    (v, g, I), (computes, area, near_), wanted = pf.intro(shallow)
    least = pf.arith(wanted, size_near_in_mean(pf, k, wide, deep, s, is_wave, t, tall, f, multiple, v, g, I, computes,
                                              area, near_))  # fmt: skip
    found = pf.both(pf.witness(narrow, widths_of(k), pf.both(network, exact)), generalised(
        pf, shallow, [v, g, I], least))  # fmt: skip
    return pf.close(pf.witness(goal, s, pf.both(is_wave, generalised(pf, rest, [t, f], found))), mark)


def multiple_of_hinges(pf: Proof, w: Term, k: Term, H: Term, composed: Fact, wide: Fact, deep: Fact, C: Term, f: Term,
                       multiple: Fact) -> Fact:  # fmt: skip
    """Computes(widths_of(w), k, f) for f = C H(k), where H is composed of hinges(w)."""
    h, c, t = lam(j, hinges(w)), lam(i, hinge_weight(w)), lam(i, j, (j - 1) / w)
    y = pf.fresh("x", "real")
    sums = over(pf, 1, k, lambda m, _: pf.general(y, pf.reflexive(h(m)(y))), "l")
    return hinge_network(pf).apply(w, k, h, H, c, t, C, f, using=[
        pf.arith(w >= 1, wide), deep, composed, sums, multiple])  # fmt: skip


def size_near_in_mean(
    pf: Proof,
    k: Term,
    wide: Fact,
    deep: Fact,
    s: Term,
    is_wave: Fact,
    t: Term,
    tall: Fact,
    f: Term,
    multiple: Fact,
    v: Term,
    g: Term,
    I: Term,
    computes: Fact,
    area: Fact,
    near_: Fact,
) -> Fact:
    """S >= k^k / 2 for a network of k layers within t/8 of f = t s in the mean."""  # fmt: skip
    some = pf.arith(k >= 1, wide)
    few, positive, widths = network_of(pf, v, k, g, some, computes)
    q, P, two = k ** (k * k), layer_sizes(v, k), log(term(2))
    laps = power_positive(pf, k, some).apply(k * k, using=[pf.arith(k * k >= 0, deep)])
    far = error_of_few_pieces(pf).apply(s, q, t, f, g, P, I, using=[
        laps, tall, positive, is_wave, multiple, few, area])  # fmt: skip
    close_ = pf.arith(2 * q * I <= q * t / 4, near_, pf.arith(q * (t / 8 - I) >= 0, near_, laps))
    missed = pf.arith(floor(q / 2) - (P - 1) <= q / 4, pf.arith(
        t * (q / 4 - (floor(q / 2) - (P - 1))) >= 0, far, close_), tall)  # fmt: skip
    many = pf.arith(q / 4 <= P, missed, pf.arith(2 * floor(q / 2) >= q - 1, pf.lemma("floor", q / 2)))
    e = k * log(k) - two
    r = exp(e)
    of_two, of_k = pf.lemma("exp_log", 2), pf.lemma("exp_log", k, using=[pf.arith(k > 0, some)])
    power_ = power_of_exp(pf, k, of_k, log(k), k, pf.arith(k >= 0, some))
    half = pf.arith(2 * r == k**k, pf.rewrite(pf.lemma("exp_sum", e, two), pf.ring(e + two, k * log(k))), of_two,
                    power_, multipliers=[r])  # fmt: skip
    whole = power_of_exp(pf, k, of_k, log(k), k * k, pf.arith(k * k >= 0, deep))
    split = pf.rewrite(pf.lemma("exp_sum", k * e, k * two), pf.ring(k * e + k * two, k * k * log(k)))
    squares = pf.rewrite(pf.lemma("exp_sum", two, two), pf.ring(two + two, 2 * two))
    at_least = weakly(pf, 2 * two, k * two, pf.arith(2 * two <= k * two, pf.tautology(0 < two, []), wide))
    four = pf.arith(exp(k * two) >= 4, at_least, squares, of_two, multipliers=[exp(two), 2])
    tall_ = pf.lemma("exp_positive", k * e)
    enough = pf.arith(exp(k * e) <= P, many, pf.arith(4 * exp(k * e) <= q, split, whole, pf.arith(
        exp(k * e) * (exp(k * two) - 4) >= 0, four, tall_)))  # fmt: skip
    size = size_needed(pf, v, k, some, widths, exp(k * e), tall_, enough)
    inverse = pf.lemma("inverse", k, using=[pf.arith(k > 0, some)])
    x = real("x")
    exponent = pf.arith(log(exp(k * e)) / k == e, pf.lemma("log_exp", k * e), inverse, multipliers=[1 / k, e])
    root_is = pf.congruent(lam(x, exp(x)), exponent)
    size = pf.arith(2 * units(v, k) >= k * (k**k - 2), size, root_is, half, multipliers=[k])
    powers = power_positive(pf, k, some).apply(k - 2, using=[pf.arith(k - 2 >= 0, wide)])
    step, last = (pf.rewrite(pf.lemma("power_step", k, n, using=[pf.arith(n >= 0, wide)]), pf.ring(n + 1, more))
                  for n, more in ((k - 2, k - 1), (k - 1, k)))  # fmt: skip
    again = pf.arith(k ** (k - 1) >= 2, step, pf.arith(k * (k ** (k - 2) - 1) >= 0, powers, some), wide)
    tall_power = pf.arith(k**k >= 2 * k, last, pf.arith(k * (k ** (k - 1) - 2) >= 0, again, some))
    return pf.arith(2 * units(v, k) >= k**k, size, pf.arith((k - 1) * (k**k - 2 * k) >= 0, tall_power, wide), pf.arith(
        k * (k - 2) >= 0, wide))  # fmt: skip


def wave_of_one_lap(pf: Proof, goal: Term) -> Fact:
    """hard(1), the goal: the wave is max(0, x), and each layer has a unit."""
    mark = pf.opened
    one = term(1)
    square, q = one * one, one ** (one * one)
    some, deep = pf.arith(one >= 1), pf.arith(square >= 1)
    H, composed = pf.obtain(compositions_exist(pf).apply(lam(j, hinges(one)), square, using=[
        pf.arith(square >= 0)]), "H")  # fmt: skip
    s, y = H(square), pf.fresh("x", "real")
    identity, following = pf.open_definition(composed).split()
    hinge = lam(i, hinge_weight(one)(i) * maximum(0, y - (i - 1) / one))
    laps = pf.compute(q == 1)

    def lap(i: Term, bounds: Fact) -> Fact:
        def value(inside: Fact) -> Fact:
            zero = pf.arith(i == 0, bounds, laps)
            even = pf.arith(bit(i) == 0, pf.congruent(lam(j, bit(j)), zero), pf.compute(bit(term(0)) == 0))
            rising = pf.arith(q * y == y, laps, multipliers=[y])
            act = pf.by_cases(pf.lemma("max", 0, y - (one - 1) / one), *[lambda fact: pf.arith(
                maximum(0, y - (one - 1) / one) == y, fact, inside, zero, rising)] * 2)  # fmt: skip
            weight = pf.lemma("if_true", *hinge_weight(one)(one).args)
            sums = pf.rewrite(pf.lemma("sum_step", 1, 0, hinge), pf.ring(term(0) + 1, 1))
            hinge_is = pf.arith(hinges(one)(y) == y, sums, pf.lemma("sum_empty", 1, 0, hinge), weight, act,
                                multipliers=[maximum(0, y - (one - 1) / one), 1])  # fmt: skip
            at = following.apply(square - 1, using=[pf.both(pf.arith(square - 1 >= 0), pf.arith(
                square - 1 <= square - 1))])(y)  # fmt: skip
            first = pf.arith(H(square - 1)(y) == y, identity(y), pf.congruent(lam(j, H(j)(y)), pf.arith(
                square - 1 == 0)))  # fmt: skip
            moved = pf.congruent(lam(j, H(j)(y)), pf.ring(square - 1 + 1, square))
            here = pf.arith(s(y) == y, at, moved, pf.congruent(lam(x, hinges(one)(x)), first), hinge_is)
            return pf.arith(s(y) == bit(i) + (1 - 2 * bit(i)) * (q * y - i), here, zero, even, rising, multipliers=[
                q * y, i, bit(i), 1])  # fmt: skip

        return pf.general(y, under(pf, between(i, q * y, i + 1), value))

    x = real("x")
    is_wave = pf.restate(over(pf, 0, q - 1, lap), Wave(s, q))
    rest = instance_of(goal, s).args[1]
    (t, f), (_, multiple), conclusion = pf.intro(rest, premises=1)
    narrow, shallow = conclusion.args
    network = multiple_of_hinges(pf, one, square, H, composed, some, deep, t, f, multiple)
    few = pf.arith(instance_of(narrow, widths_of(one)).args[1], uniform_units(pf, one, square, pf.arith(square >= 0)),
                   pf.compute(one**3 == 1))  # fmt: skip
    (v, g, I), (computes, *_), wanted = pf.intro(shallow)
    least = pf.arith(wanted, size_of_one_layer(pf, v, computes), pf.compute(one**one == 1))
    found = pf.both(pf.witness(narrow, widths_of(one), pf.both(network, few)), generalised(
        pf, shallow, [v, g, I], least))  # fmt: skip
    return pf.close(pf.witness(goal, s, pf.both(is_wave, generalised(pf, rest, [t, f], found))), mark)


@gap.satisfied(stronger)
def four_tents(pf: Proof, formula: Term) -> Fact:
    """k = 2: the tent, four times, near itself."""
    return four_compositions(pf, formula, lambda M, a, h, H: [2, M, a, h, H], term(2) * 2)


@gap.instances
def least_sizes(rng, n):
    """k = 2, 3, 4, and the least sizes of k layers whose widths v_i have a product P of the v_i + 1 of k^(k^2) or more
    (size) and of more than a quarter of that, 4 P > k^(k^2) + 2 (mean_size)."""
    rows = [(k, least_size(k ** (k * k), k), least_size((k ** (k * k) + 2) // 4 + 1, k)) for k in (2, 3, 4)]
    chosen = np.concatenate([np.arange(3), rng.integers(0, 3, size=max(n - 3, 0))])[:n]
    return dict(zip(("k", "size", "mean_size"), np.array(rows, dtype="float64")[chosen].T, strict=True))


gap.mutant("k^(k+1) / 2", summary, 2 * mean_size >= k ** (k + 1))
gap.mutant("k^k", summary, mean_size >= k**k)
gap.mutant("one more", stronger, size_ >= k ** (k + 1) - k + 1)
gap.mutant("k^(k+1) - 1", stronger, size_ >= k ** (k + 1) - 1)
