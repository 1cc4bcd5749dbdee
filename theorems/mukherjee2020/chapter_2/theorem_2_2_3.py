"""Theorem 2.2.3, density of ReLU networks in L^q: false for q = infinity, which is included; true for all other q."""

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.sums import once
from numerics.terms import (
    Term,
    absolute,
    conj,
    either,
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
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2.theorem_2_2_1 import (
    by_tournaments,
    coordinates,
    f,
    logarithms,
    n,
    q,
    signed_maxima,
    t,
    the_zero_function,
    x,
)  # fmt: skip
from theorems.mukherjee2020.deep_nets import Represents, single
from theorems.mukherjee2020.maxima import ceil_log2
from theorems.mukherjee2020.polyhedra import PiecewiseLinear

claim = Claim(
    "mukherjee2020", "theorem", "2.2.3", section="2.2", family="pwl_networks", title="$L^q$ density with log depth",
    uses=["theorem_2_2_1", "section_2_2.trapezoid_lq"],
    statement=r"""For $1 \le q \le \infty$ every function of $L^q(\mathbb R^n)$ is, in the norm of $L^q$, arbitrarily
    close to functions that ReLU networks with at most $\lceil\log_2(n + 1)\rceil$ hidden layers compute. (The printed
    goal is a consequence for $n = 1$ and $q = \infty$, where one hidden layer is meant: for a bounded function that is
    0 outside $(0, B]$ and falls there, and so is integrable, and $\varepsilon > 0$, some network is not off by more
    than $\varepsilon$ on a whole interval. Repaired: for $1 \le q < \infty$; the goal is what is left when piecewise
    linear functions are known to be dense.)""",
)  # fmt: skip

h, c, a, b = function("f", "real->real"), *(function(name, "int->real") for name in "cab")
w, j = integer("w"), integer("j")
beta, eps, u, v, z, B = (real(name) for name in ("beta", "epsilon", "u", "v", "z", "B"))
at_left, at_right, value, wanted = real("at_left"), real("at_right"), real("value"), real("wanted")


def one_layer(beta: Term, c: Term, a: Term, b: Term, w: Term) -> Term:
    """The function of a network on the line with one hidden layer of w gates."""
    return lam(z, beta + total(j, 1, w, c(j) * maximum(0, a(j) * z + b(j))))


def off_on_an_interval(h: Term, net: Term, eps: Term) -> Term:
    """On some interval the two differ by more than epsilon everywhere."""
    return exists(u, v, conj(u < v, forall(z, implies(conj(u < z, z < v), absolute(h(z) - net(z)) > eps))))


bounded = forall(z, conj(-B <= h(z), h(z) <= B))
vanishing = forall(z, implies(either(z <= 0, z > B), h(z) == 0))  # so that it is integrable
falling = forall(u, v, implies(conj(0 < u, u <= v), h(v) <= h(u)))  # so that it is measurable
uniform = claim.variant(
    "printed",
    forall(h, B, eps, implies(conj(bounded, vanishing, falling, eps > 0), exists(w, beta, c, a, b, conj(
        w >= 1, negation(off_on_an_interval(h, one_layer(beta, c, a, b, w), eps)))))),
    expect="refuted",
    why="Networks compute continuous functions, and limits of these in L^infinity are continuous (almost everywhere "
        "equal to a continuous function).",
    counterexample="f = 1 on (0, 1), 0 elsewhere, epsilon = 1/4: a continuous N has N(0) >= 1/2 and is off by "
                   "more than 1/4 on an interval to the left of 0, or N(0) < 1/2 and is so on the right.",
)  # fmt: skip
few_layers = exists(q, t, conj(Represents(single(f), 1, x, n, q, t), q <= ceil_log2(n + 1)))
dense = claim.variant(
    "repaired", forall(x, f, n, implies(conj(n >= 1, coordinates, PiecewiseLinear(f, x, n)), few_layers)),
    expect="reduced",
    why="Piecewise linear functions of compact support are dense for q < infinity, and networks compute them.",
    observed=value == wanted,
)  # fmt: skip
claim.reduce(dense, facts=["compact_support_dense", "wang_sun"], prose="""
    For 1 <= q < infinity continuous functions of compact support are dense in L^q(R^n). Such a function g is uniformly
    continuous; interpolated affinely on the simplices of a triangulation that is fine enough and has finitely many of
    them near the support of g, it is uniformly as close as wanted to a piecewise linear function, whose support lies in
    a fixed compact set: so close in L^q, too. By the theorem of Wang and Sun a piecewise linear function is a finite
    sum of s_j max_{i <= a_j} l_{j,i}, s_j = 1 or -1, l_{j,i} affine and 1 <= a_j <= n + 1, which by *maxima* a network
    with at most ceil(log2(n + 1)) hidden layers computes.
""")  # fmt: skip
maxima = claim.obligation(dense, "maxima", signed_maxima(few_layers))
claim.prove(maxima)(by_tournaments)
claim.defined(dense, maxima)(logarithms)
claim.satisfied(maxima)(the_zero_function)


@once
def continuous_at_zero(pf: Proof) -> Fact:
    """A network with one hidden layer of w >= 0 gates changes by at most C m between 0 and points of [-m, m]."""
    c, a, b = (pf.fresh(name, "int->real") for name in "cab")
    beta = pf.fresh("beta", "real")
    C, m, z_ = real("C"), real("m"), real("z")

    def close(net: Term, C: Term) -> Term:
        return forall(z_, m, implies(conj(-m <= z_, z_ <= m), conj(
            -C * m <= net(z_) - net(0), net(z_) - net(0) <= C * m)))  # fmt: skip

    def claim_(r: Term) -> Term:
        return exists(C, conj(C >= 0, close(one_layer(beta, c, a, b, r), C)))

    point, width = pf.fresh("z", "real"), pf.fresh("m", "real")
    inside = pf.assume(conj(-width <= point, point <= width))

    def summand(at: Term) -> Term:
        return lam(j, c(j) * maximum(0, a(j) * at + b(j)))

    def base() -> Fact:
        zero = term(0)
        net = one_layer(beta, c, a, b, zero)
        none = [pf.lemma("sum_empty", 1, 0, summand(at)) for at in (point, zero)]
        flat = pf.both(pf.arith(-zero * width <= net(point) - net(0), *none), pf.arith(
            net(point) - net(0) <= zero * width, *none))  # fmt: skip
        every = pf.general(point, width, pf.implication(inside.formula, flat))
        return pf.witness(claim_(zero), 0, pf.both(pf.arith(zero >= 0), every))

    def step(r: Term, low: Fact, here: Fact) -> Fact:
        K, known = pf.obtain(here, "C")
        A, G = absolute(a(r + 1)), absolute(c(r + 1))
        sizes = [pf.by_cases(pf.lemma("abs", e), *[lambda f, e=e: pf.both(pf.arith(-absolute(e) <= e, f), pf.arith(
            e <= absolute(e), f))] * 2) for e in (a(r + 1), c(r + 1))]  # fmt: skip
        slope = [pf.arith(s * a(r + 1) * point <= A * width, sizes[0], inside) for s in (1, -1)]
        room = pf.arith(width >= 0, inside)
        sign = pf.arith(A >= 0, sizes[0])
        far = pf.arith(A * width >= 0, sign, room)
        acts = [maximum(0, a(r + 1) * at + b(r + 1)) for at in (point, term(0))]
        cases = [pf.lemma("max", *e.args) for e in acts]
        move = acts[0] - acts[1]

        def bound(goal: Term) -> Fact:
            return pf.by_cases(cases[0], *[lambda f: pf.by_cases(
                cases[1], *[lambda g: pf.arith(goal, f, g, *slope, far)] * 2)] * 2)  # fmt: skip

        moves = [bound(-A * width <= move), bound(move <= A * width)]
        s, e, k = (pf.fresh(name, "real") for name in "sek")
        given = [pf.assume(q) for q in (-G <= s, s <= G, -k <= e, e <= k)]
        product = pf.both(pf.arith(-G * k <= s * e, *given), pf.arith(s * e <= G * k, *given))
        for premise in reversed(given):
            product = pf.implication(premise.formula, product)
        product = pf.general(s, e, k, product).apply(c(r + 1), move, A * width, using=[*sizes[1].split(), *moves])
        longer = [pf.lemma("sum_step", 1, r, summand(at), using=[low]) for at in (point, term(0))]
        before = known.right.apply(point, width, using=[inside])
        net, more = one_layer(beta, c, a, b, r + 1), K + G * A
        changes = pf.both(pf.arith(-more * width <= net(point) - net(0), product, before, *longer), pf.arith(
            net(point) - net(0) <= more * width, product, before, *longer))  # fmt: skip
        every = pf.general(point, width, pf.implication(inside.formula, changes))
        positive = pf.arith(more >= 0, known.left, pf.arith(G * A >= 0, pf.arith(G >= 0, sizes[1]), sign))
        return pf.witness(claim_(r + 1), more, pf.both(positive, every))

    whole = pf.induction("r", 0, claim_, base, step)
    return pf.general(beta, c, a, b, whole)


@claim.refute(uniform)
def by_a_jump(pf: Proof, goal: Term) -> Fact:
    jump, quarter = lam(z, where(conj(z > 0, z < 1), 1, 0)), term("1/4")

    def value(at: Term, side: Fact) -> Fact:
        return pf.lemma("if_false" if side.formula.op == "not" else "if_true", *jump(at).args, using=[side])

    def inside(at: Term) -> Term:
        return jump(at).args[0]

    def contradiction(claimed: Fact) -> Fact:
        y = pf.fresh("z", "real")
        level = pf.decide(inside(y), *[lambda side: _bounds(pf, jump(y), value(y, side))] * 2)
        between_ = pf.general(y, level)

        def zero(side: Fact) -> Fact:
            return value(y, pf.refute(inside(y), lambda both: pf.arith(false, both, side)))

        beyond = pf.assume(either(y <= 0, y > 1))
        vanishes = pf.general(y, pf.implication(beyond.formula, pf.by_cases(beyond, zero, zero)))
        s, e = pf.fresh("u", "real"), pf.fresh("v", "real")
        ordered = pf.assume(conj(0 < s, s <= e))

        def both(yes: Fact) -> Fact:
            early = pf.both(pf.arith(s > 0, ordered), pf.arith(s < 1, ordered, yes))
            return pf.arith(jump(e) <= jump(s), value(e, yes), value(s, early))

        def late(no: Fact) -> Fact:
            low = pf.decide(inside(s), *[lambda side: pf.arith(0 <= jump(s), value(s, side))] * 2)
            return pf.arith(jump(e) <= jump(s), value(e, no), low)

        falls = pf.general(s, e, pf.implication(ordered.formula, pf.decide(inside(e), both, late)))
        mark = pf.opened
        w, beta, c, a, b, found = pf.obtain(claimed.apply(jump, 1, quarter, using=[
            between_, vanishes, falls, pf.arith(quarter > 0)]), "w", "beta", "c", "a", "b")  # fmt: skip
        net = one_layer(beta, c, a, b, w)
        C, close = pf.obtain(continuous_at_zero(pf)(beta, c, a, b).apply(w, using=[pf.arith(w >= 0, found.left)]), "C")
        room = pf.lemma("inverse", 8 * (C + 1), using=[pf.arith(negation(8 * (C + 1) == 0), close.left)])
        m = 1 / (8 * (C + 1))
        positive = pf.arith(m > 0, room, close.left)
        small = pf.arith(C * m <= term("1/8"), room, positive)
        short = pf.arith(m <= term("1/8"), room, pf.arith(C * m >= 0, close.left, positive))

        def off(left: bool, side: Fact) -> Fact:
            low, high = (-m, term(0)) if left else (term(0), m)
            there = pf.assume(conj(low < y, y < high))
            near = close.right.apply(
                y, m, using=[pf.arith(-m <= y, there, positive), pf.arith(y <= m, there, positive)]
            )
            outer = pf.refute(inside(y), lambda both: pf.arith(false, both, there)) if left else pf.both(
                pf.arith(y > 0, there), pf.arith(y < 1, there, short))  # fmt: skip
            gap = jump(y) - net(y)
            apart = pf.by_cases(pf.lemma("abs", gap), *[lambda f: pf.arith(
                absolute(gap) > quarter, f, value(y, outer), near, small, side)] * 2)  # fmt: skip
            every = pf.general(y, pf.implication(there.formula, apart))
            whole = off_on_an_interval(jump, net, quarter)
            exists_ = pf.witness(whole, low, high, pf.both(pf.arith(low < high, positive), every))
            return pf.conflict(exists_, found.right)

        half = net(0) >= term("1/2")
        return pf.close(pf.decide(half, lambda yes: off(True, yes), lambda no: off(False, no)), mark)

    return pf.refute(goal, contradiction)


def _bounds(pf: Proof, t: Term, value: Fact) -> Fact:
    """-1 <= t <= 1, from its value."""
    return pf.both(pf.arith(-term(1) <= t, value), pf.arith(t <= 1, value))


@claim.instances
def ramps(rng, count):
    """The trapezoid on [0, 1] with ramps of width 1/4, at a dyadic point: its network and its definition."""
    points = dyadic(rng, count, -1, 2, 6)
    found = 4 * sum(s * (points - e).clip(0) for s, e in ((1, 0), (-1, 0.25), (-1, 0.75), (1, 1)))
    return {"value": found, "wanted": (4 * points).clip(0, 1) * (points <= 0.5) + (4 - 4 * points).clip(0, 1) * (
        points > 0.5)}  # fmt: skip


claim.mutant("less", dense, value < wanted)
