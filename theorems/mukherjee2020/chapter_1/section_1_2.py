"""Section 1.2: k^3 units at depth 1 + k^2 against k^k at depth 1 + k is true, also for uniform approximation; the
networks of zonotopes compute support functions, the gauges of the polar bodies and not of the zonotopes.

The gauge of a zonotope with interior is piecewise linear, too, so that some network computes it, in general with more
than one hidden layer; the networks of Proposition 2.3.9 do not. The text does not say in which sense a function is hard
to approximate: here uniformly, in Theorem 2.3.6 in the mean.
"""

from collections.abc import Callable

import numpy as np

from numerics.derive import Fact, Proof
from numerics.lemmas import over, power_of_exp, under
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
    where,
)
from theorems.claim import Claim
from theorems.mukherjee2020.budgets import network_of, units
from theorems.mukherjee2020.chapter_2.corollary_2_3_4 import four_compositions, size_of_one_layer
from theorems.mukherjee2020.chapter_2.theorem_2_3_1 import least_size
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
from theorems.mukherjee2020.triangles import Computes, one_unit
from theorems.mukherjee2020.uniform import widths_of
from theorems.mukherjee2020.zonotopes import PointOfZonotope

i, j, m, n = (integer(name) for name in "ijmn")
b, x, r = function("b", "int->int->real"), function("x", "int->real"), function("r", "int->real")
s, t = real("s"), real("t")

gauge = Claim(
    "mukherjee2020", "claim", "", slug="gauge_versus_support", section="1.2", family="zonotopes",
    title="gauge versus support function", uses=["definition_7", "proposition_2_3_9"],
    statement=r"""The function $\gamma_Z$ of a zonotope $Z \subset \mathbb R^n$ that ReLU networks represent
    (Definition 7, Proposition 2.3.9), the maximum of $\langle r, x\rangle$ over $x \in Z$, is the gauge of $Z$: for
    $t > 0$, $\gamma_Z(r) \le t$ iff $r \in t Z$. (Repaired: it is the gauge of the polar body: for $t > 0$,
    $\gamma_Z(r) \le t$ iff $r \in t Z^\circ$, where $Z^\circ$ is the set of all $y$ with $\langle y, x\rangle \le 1$
    for all $x \in Z$.)""",
)  # fmt: skip


def inner(r: Term, x: Term, n: Term) -> Term:
    return total(j, 1, n, r(j) * x(j))


def greatest(s: Term, r: Term) -> Term:
    """s is the support function at r: the largest <r, x> of the points x of the zonotope."""
    return conj(exists(x, conj(PointOfZonotope(x, n, m, b), inner(r, x, n) == s)),
                forall(x, implies(PointOfZonotope(x, n, m, b), inner(r, x, n) <= s)))  # fmt: skip


y = function("y", "int->real")
in_body = exists(x, conj(PointOfZonotope(x, n, m, b), every(j, 1, n, r(j) == t * x(j))))
in_polar = exists(y, conj(forall(x, implies(PointOfZonotope(x, n, m, b), inner(y, x, n) <= 1)),
                          every(j, 1, n, r(j) == t * y(j))))  # fmt: skip


def is_gauge(within: Term) -> Term:
    premises = conj(n >= 1, m >= 1, t > 0, greatest(s, r))
    return forall(n, m, b, r, s, t, implies(premises, iff(s <= t, within)))


u, v, p, q = (real(name) for name in "uvpq")
support, size = real("support"), real("gauge")
printed = gauge.variant(
    "printed", is_gauge(in_body), expect="refuted",
    why="Gauge and support function belong to polar bodies, and a zonotope is hardly ever its own polar.",
    counterexample="The square [-1, 1]^2 and r = (1, 1): the point r lies in it, so that its gauge is 1; the support "
                   "function is |1| + |1| = 2.",
)  # fmt: skip
repaired = gauge.variant(
    "repaired", is_gauge(in_polar), expect="proved",
    why="<r, x> <= t for all x says that r / t lies in the polar body.",
    observed=u * p + v * q <= support * size,
)  # fmt: skip


def _two(pf: Proof, f: Term) -> list[Fact]:
    """The sum of f over 1, 2."""
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f), pf.lemma("sum_step", 1, 1, f)]


@gauge.refute(printed)
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
        attained = claimed(2, 2, square, one, 2, 1).formula.args[0].args[1].args[1].args[1].args[0]
        there = pf.witness(attained, one, pf.both(inside, value))
        back = claimed.apply(2, 2, square, one, 2, 1, using=[there, below]).right
        whole = pf.witness(back.formula.args[0], one, pf.both(inside, over(
            pf, 1, term(2), lambda k, _: pf.ring(one(k), 1 * one(k)), "j")))  # fmt: skip
        return pf.close(pf.arith(false, pf.modus_ponens(back, whole)), mark)

    return pf.refute(goal, wrong)


@gauge.prove(repaired)
def by_scaling(pf: Proof, goal: Term) -> Fact:
    variables, (some, _, positive, attained, above), conclusion = pf.intro(goal, premises=1)
    n, m, b, r, s, t = variables
    forth, back = conclusion.args
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
    return pf.conclude(goal, variables, pf.both(first, pf.implication(inside.formula, second)))


def scaled(pf: Proof, some: Fact, r: Term, y: Term, x: Term, n: Term, t: Term,
           each: Callable[[Term, Fact, Fact], Fact]) -> Fact:  # fmt: skip
    """<r, x> = t <y, x>, where ``each(k, 1 <= k, k <= n)`` gives r(k) = t y(k); ``some`` is n >= 1."""
    f, g = lam(j, r(j) * x(j)), lam(j, y(j) * x(j))
    multiple = lam(j, t * (y(j) * x(j)))
    first = equal_sums(pf, term(1), n, f, multiple, lambda k, low, high: pf.arith(
        f(k) == multiple(k), each(k, low, high), multipliers=[x(k)]))  # fmt: skip
    factor = sums_scaled(pf).apply(1, n, g, t, using=[some])
    return pf.arith(inner(r, x, n) == t * inner(y, x, n), first, factor)


@gauge.satisfied(repaired)
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
    return pf.exhibit(formula, [1, 1, none, zero, 0, 1, zero], there, value(zero), above)


def _one(pf: Proof, f: Term) -> list[Fact]:
    return [pf.lemma("sum_empty", 1, 0, f), pf.lemma("sum_step", 1, 0, f)]


@gauge.instances
def in_the_square(rng, count):
    """The square [-1, 1]^2: support |u| + |v| at (u, v), gauge max(|p|, |q|) at (p, q)."""
    found = {name: dyadic(rng, count, -4, 4, 4) for name in "uvpq"}
    found["support"] = np.abs(found["u"]) + np.abs(found["v"])
    found["gauge"] = np.maximum(np.abs(found["p"]), np.abs(found["q"]))
    return found


gauge.mutant("half as much", repaired, 2 * (u * p + v * q) <= support * size)
gauge.mutant("strict", repaired, u * p + v * q < support * size)

# The gap between depths.

k, M, beta = integer("k"), real("M"), real("beta")
a, h, H = function("a", "int->int->real"), function("h", "int->real->real"), function("H", "int->real->real")
w, f, g = function("v", "int->int"), function("f", "real->real"), function("g", "real->real")
point, size_, C, low = real("x"), integer("size"), real("C"), real("c")

gap = Claim(
    "mukherjee2020", "claim", "", slug="gap_summary", section="1.2", family="pwl_networks",
    title="k^3 units at depth 1 + k^2 against k^k at depth 1 + k",
    uses=["corollary_2_3_4", "corollary_2_3_3.dimension", "theorem_2_3_6"],
    statement=r"""There are constants $C, c > 0$ such that for every integer $k \ge 1$ there is a continuum of
    functions, each computed by a ReLU network of depth $1 + k^2$ with at most $C k^3$ units, while a network of depth
    $1 + k$ that approximates it needs at least $c k^k$ units. (As proved here: with $C = c = 1$; for $k \ge 2$ they
    are all compositions $H$ of $k^2$ sawtooths with $k - 1$ nodes each, and a network approximates $H$ if it differs
    from it by less than $\frac M4$ everywhere on $[0, M]$; for $k = 1$ they are $x \mapsto \max\{0, x - u\}$, and a
    network approximates them whatever it computes.)""",
)  # fmt: skip


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


def single() -> Term:
    """k = 1, for every u: one unit computes max(0, x - u), and every network of one layer has at least one."""
    ones = lam(j, term(1))
    return forall(u, exists(f, conj(
        forall(point, f(point) == maximum(0, point - u)), Computes(ones, 1, f), units(ones, term(1)) <= C * 1**3,
        forall(w, g, implies(Computes(w, 1, g), units(w, term(1)) >= low * 1**1)))))  # fmt: skip


summary = gap.variant(
    "printed", exists(C, low, conj(C > 0, low > 0, several(C * k**3, low * k**k), single())), expect="proved",
    why="A network that is so close bends between the middles of any two neighbouring laps, of which H has k^(k^2); "
        "k layers that bend so often have a mean width of k^k - 1 at least.",
    observed=size_ >= k**k,
)  # fmt: skip
stronger = gap.variant(
    "sharpened", several(k**3, k ** (k + 1) - k), expect="proved", why="There are k layers.",
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


def for_each(pf: Proof, goal: Term, sharp: bool) -> Fact:
    """What holds for k >= 2."""
    variables, (wide, positive, factors, composed), conclusion = pf.intro(goal, premises=1)
    k, M, a, h, H = variables
    some = pf.arith(k >= 1, wide)
    c = composition_of(pf, M, k - 1, k * k, a, h, H, positive, pf.arith(k - 1 >= 1, wide), factors, composed)
    deep = pf.arith(k * k >= 1, pf.arith(k * k >= 2 * k, wide), wide)
    network = represented(pf, k, k - 1, k * k, M, a, h, H, c.some, deep, factors, composed)
    count = pf.arith(conclusion.args[0].args[1], uniform_units(pf, k, k * k, pf.arith(k * k >= 0, deep)))
    (v, g), (computes, close), wanted = pf.intro(conclusion.args[1])
    many = size_near(pf, k, wide, c, v, g, computes, close)
    longer = pf.lemma("power_step", k, k, using=[pf.arith(k >= 0, wide)])
    if sharp:
        least = pf.arith(wanted, many, longer)
    else:
        laps = power_positive(pf, k, some).apply(k - 1, using=[pf.arith(k - 1 >= 0, wide)])
        step = pf.rewrite(pf.lemma("power_step", k, k - 1, using=[pf.arith(k - 1 >= 0, wide)]), pf.ring(k - 1 + 1, k))
        tall = pf.arith(k**k >= k, step, pf.arith(k * (k ** (k - 1) - 1) >= 0, laps, some))
        least = pf.arith(wanted, many, pf.arith((k - 2) * (k**k) >= 0, tall, wide), tall)
    return pf.conclude(goal, variables, pf.both(pf.both(network, count), pf.conclude(
        conclusion.args[1], [v, g], least)))  # fmt: skip


@gap.prove(summary)
def with_constants_one(pf: Proof, goal: Term) -> Fact:
    _, rest = instance_of(goal, 1, 1).args
    _, rest = rest.args
    many, one = rest.args
    positive = pf.arith(term(1) > 0)
    return pf.witness(goal, 1, 1, pf.both(positive, positive, for_each(pf, many, False), one_layer(pf, one)))


@gap.prove(stronger)
def by_the_mean(pf: Proof, goal: Term) -> Fact:
    return for_each(pf, goal, True)


def one_layer(pf: Proof, goal: Term) -> Fact:
    """The statement for k = 1."""
    (u,), _, wanted = pf.intro(goal)
    widths, f, unit = one_unit(pf, term(1), -u, term(1), term(0))
    at = instance_of(wanted, f)
    x = pf.fresh("x", "real")
    y = real("y")
    value = pf.arith(f(x) == maximum(0, x - u), pf.congruent(lam(y, maximum(0, y)), pf.ring(-u + 1 * x, x - u)))
    few, all_ = at.args[1].args[1].args
    count = pf.arith(few, *_one(pf, lam(j, widths(j))))
    (v, g), (computes,), least = pf.intro(all_)
    large = pf.conclude(all_, [v, g], pf.arith(least, size_of_one_layer(pf, v, computes)))
    return pf.conclude(goal, [u], pf.witness(wanted, f, pf.both(pf.general(x, value), unit, count, large)))


@gap.satisfied(stronger)
def four_tents(pf: Proof, formula: Term) -> Fact:
    """k = 2: the tent, four times, near itself."""
    return four_compositions(pf, formula, lambda M, a, h, H: [2, M, a, h, H], term(2) * 2)


@gap.instances
def least_sizes(rng, n):
    """k = 2, 3, 4, and the least size of k layers whose widths v_i have a product of the v_i + 1 of k^(k^2) or more."""
    rows = np.array([(k, least_size(k ** (k * k), k)) for k in (2, 3, 4)], dtype="float64")
    chosen = np.concatenate([np.arange(3), rng.integers(0, 3, size=max(n - 3, 0))])[:n]
    return dict(zip(("k", "size"), rows[chosen].T, strict=True))


gap.mutant("k^(k+1)", summary, size_ >= k ** (k + 1))
gap.mutant("twice k^k", summary, size_ >= 2 * k**k)
gap.mutant("one more", stronger, size_ >= k ** (k + 1) - k + 1)
gap.mutant("k^(k+1) - 1", stronger, size_ >= k ** (k + 1) - 1)
