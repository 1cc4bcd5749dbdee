"""Piecewise linear functions on R^n as Definition 3 has them, and that ReLU networks compute no others."""

from numerics.derive import Fact, Proof
from numerics.lemmas import over, transport
from numerics.sums import equal_sums, once
from numerics.terms import (
    Term,
    body,
    conj,
    define,
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
    some,
    term,
    total,
    vector,
    where,
)  # fmt: skip
from theorems.mukherjee2020.deep_nets import (
    FAMILY,
    AffineIn,
    Layered,
    Net,
    affine_form,
    combined,
    pick,
    projection,
    same_affine,
    through,
)  # fmt: skip

i, j, q, r = integer("i"), integer("j"), integer("q"), integer("r")
p, _Z = vector("p"), real("z")


@define
def InPolyhedron(p: "V", h: "int->V->real", R: "int") -> Term:
    """p lies in the polyhedron of all points where h(1), ..., h(R) are not negative."""
    return every(r, 1, R, h(r)(p) >= 0)


@define
def Cover(h: "int->int->V->real", Q: "int", R: "int", x: "int->V->real", n: "int") -> Term:
    """Q polyhedra, the q-th one cut out by the affine functions h(q)(1), ..., h(q)(R), cover the space."""
    return conj(Q >= 1, R >= 0, every(q, 1, Q, every(r, 1, R, AffineIn(h(q)(r), x, n))),
                forall(p, some(q, 1, Q, InPolyhedron(p, h(q), R))))  # fmt: skip


@define
def AffineInside(f: "V->real", h: "int->V->real", R: "int", x: "int->V->real", n: "int") -> Term:
    """f is affine on the polyhedron of h(1), ..., h(R): there it is an affine function of the coordinates."""
    a = function("a", "V->real")
    return exists(a, conj(AffineIn(a, x, n), forall(p, implies(InPolyhedron(p, h, R), f(p) == a(p)))))


@define
def PiecewiseLinear(f: "V->real", x: "int->V->real", n: "int") -> Term:
    """f is piecewise linear in the coordinates x(1), ..., x(n) (Definition 3): finitely many polyhedra cover the space,
    and f is affine on each of them."""
    Q, R, h = integer("Q"), integer("R"), function("h", "int->int->V->real")
    return exists(Q, R, h, conj(Cover(h, Q, R, x, n), every(q, 1, Q, AffineInside(f, h(q), R, x, n))))


def jointly(f: Term, m: Term, x: Term, n: Term) -> Term:
    """f(1), ..., f(m) are affine on the polyhedra of one cover."""
    Q, R, h = integer("Q"), integer("R"), function("h", "int->int->V->real")
    return exists(Q, R, h, conj(
        Cover(h, Q, R, x, n), every(q, 1, Q, every(i, 1, m, AffineInside(f(i), h(q), R, x, n)))))  # fmt: skip


def affine_on(pf: Proof, goal: Term, a: Term, inside: Fact, value) -> Fact:
    """AffineInside(f, h, R, x, n) from AffineIn(a, x, n); ``value(p, in the polyhedron)`` proves f(p) = a(p)."""
    _, h, R, _, _ = goal.args
    point = pf.fresh("p", "V")
    within = pf.assume(InPolyhedron(point, h, R))
    mark = pf.opened
    line = pf.implication(within.formula, pf.close(value(point, within), mark))
    return pf.restate(pf.witness(body(goal), a, pf.both(inside, pf.general(point, line))), goal)


@once
def combination_on(pf: Proof) -> Fact:
    """For n, m >= 0: what is affine in f(1), ..., f(m), each affine on a polyhedron, is affine on it."""
    g, f, h, x = pf.fresh("g", "V->real"), pf.fresh("f", FAMILY), pf.fresh("h", FAMILY), pf.fresh("x", FAMILY)
    m, R, n = (pf.fresh(name, "int") for name in ("m", "R", "n"))
    given = [pf.assume(e) for e in (m >= 0, n >= 0, AffineIn(g, f, m), every(i, 1, m, AffineInside(f(i), h, R, x, n)))]
    mark = pf.opened
    a = function("a", "V->real")

    def one(t: Term) -> Fact:
        here = conj(AffineIn(a, x, n), forall(p, implies(InPolyhedron(p, h, R), f(t)(p) == a(p))))
        goal = exists(a, implies(conj(1 <= t, t <= m), here))

        def inside(yes: Fact) -> Fact:
            start = pf.opened
            b, known = pf.obtain(pf.open_definition(given[3].apply(t, using=[yes.left, yes.right])), "a")
            return pf.close(pf.witness(goal, b, pf.implication(yes.formula, known)), start)

        def outside(no: Fact) -> Fact:
            wrong = pf.assume(conj(1 <= t, t <= m))
            target = implies(conj(1 <= t, t <= m), conj(AffineIn(f(t), x, n), forall(p, implies(
                InPolyhedron(p, h, R), f(t)(p) == f(t)(p)))))  # fmt: skip
            return pf.witness(goal, f(t), pf.implication(wrong.formula, pf.anything(
                target.args[1], pf.conflict(wrong, no))))  # fmt: skip

        return pf.decide(conj(1 <= t, t <= m), inside, outside)

    t = pf.fresh("i", "int")
    b, pieces = pf.obtain(pf.choose(pf.general(t, one(t)), "a"), "a")
    beta, c, line = pf.obtain(pf.open_definition(given[2]), "beta", "c")
    value = lam(p, beta + total(j, 1, m, c(j) * b(j)(p)))
    moved = affine_form(pf, value, b, m, beta, c, lambda s: pf.ring(value(s), value(s)))
    lines = over(pf, 1, m, lambda s, bounds: pieces(s).apply(using=[bounds]).left)
    inside = through(pf).apply(value, b, m, x, n, using=[given[0], given[1], moved, lines])

    def equal(point: Term, within: Fact) -> Fact:
        f_, g_ = lam(j, c(j) * f(j)(point)), lam(j, c(j) * b(j)(point))

        def each(s: Term, low: Fact, high: Fact) -> Fact:
            at = pieces(s).apply(using=[pf.both(low, high)]).right(point)
            return pf.arith(f_(s) == g_(s), pf.modus_ponens(at, within), multipliers=[c(s)])

        return pf.arith(g(point) == value(point), line(point), equal_sums(pf, term(1), m, f_, g_, each))

    fact = pf.close(affine_on(pf, AffineInside(g, h, R, x, n), value, inside, equal), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(g, f, m, h, R, x, n, fact)


@once
def gate_added(pf: Proof) -> Fact:
    """For n, m >= 0 and 1 <= c <= m: if f(1), ..., f(m) are affine on the polyhedra of one cover, so are they and
    max(0, f(c)), on those of another: each polyhedron is cut in two by f(c) >= 0 and f(c) <= 0."""
    f, x = pf.fresh("f", FAMILY), pf.fresh("x", FAMILY)
    m, n, c = (pf.fresh(name, "int") for name in ("m", "n", "c"))
    more = lam(i, p, where(i <= m, f(i)(p), maximum(0, f(c)(p))))
    given = [pf.assume(e) for e in (n >= 0, 1 <= c, c <= m, jointly(f, m, x, n))]
    mark = pf.opened
    Q, R, h, known = pf.obtain(given[3], "Q", "R", "h")
    cover, lines = pf.open_definition(known.left), known.right
    many, low, planes, covers = cover.split()
    a = function("a", "V->real")

    def one(t: Term) -> Fact:
        here = conj(AffineIn(a, x, n), forall(p, implies(InPolyhedron(p, h(t), R), f(c)(p) == a(p))))
        goal = exists(a, implies(conj(1 <= t, t <= Q), here))

        def inside(yes: Fact) -> Fact:
            start = pf.opened
            piece = lines.apply(t, using=[yes.left, yes.right]).apply(c, using=[given[1], given[2]])
            b, at = pf.obtain(pf.open_definition(piece), "a")
            return pf.close(pf.witness(goal, b, pf.implication(yes.formula, at)), start)

        def outside(no: Fact) -> Fact:
            wrong = pf.assume(conj(1 <= t, t <= Q))
            target = conj(AffineIn(f(c), x, n), forall(p, implies(InPolyhedron(p, h(t), R), f(c)(p) == f(c)(p))))
            return pf.witness(goal, f(c), pf.implication(wrong.formula, pf.anything(target, pf.conflict(wrong, no))))

        return pf.decide(conj(1 <= t, t <= Q), inside, outside)

    t = pf.fresh("q", "int")
    cut, pieces = pf.obtain(pf.choose(pf.general(t, one(t)), "a"), "a")
    old = lam(q, where(q <= Q, q, q - Q))  # the polyhedron of which a new one is a part
    signed = lam(q, p, where(q <= Q, cut(q)(p), -1 * cut(q - Q)(p) + 0 * cut(q - Q)(p)))
    planes_ = lam(q, r, p, where(r <= R, h(where(q <= Q, q, q - Q))(r)(p), signed(q)(p)))

    def place(s: Term, bounds: Fact) -> tuple[Fact, Fact]:
        """1 <= old(s) <= Q."""
        return tuple(pf.decide(s <= Q, lambda yes, g=g: pf.arith(g, pick(pf, old(s), yes), yes, bounds),
                               lambda no, g=g: pf.arith(g, pick(pf, old(s), no), no, bounds))
                     for g in (1 <= old(s), old(s) <= Q))  # fmt: skip

    def plane(s: Term, bounds: Fact) -> Fact:
        start, end = place(s, bounds)

        def each(e: Term, at: Fact) -> Fact:
            def given_plane(yes: Fact) -> Fact:
                known_ = planes.apply(old(s), using=[start, end]).apply(e, using=[at.left, yes])
                return same_affine(pf, known_, planes_(s)(e), lambda v: pf.lemma(
                    "if_true", *planes_(s)(e)(v).args, using=[yes]))  # fmt: skip

            def new_plane(no: Fact) -> Fact:
                def positive(yes: Fact) -> Fact:
                    line = pieces(s).apply(using=[pf.both(bounds.left, yes)]).left
                    return same_affine(pf, line, planes_(s)(e), lambda v: pf.arith(
                        planes_(s)(e)(v) == cut(s)(v), pf.lemma("if_false", *planes_(s)(e)(v).args, using=[no]),
                        pf.lemma("if_true", *signed(s)(v).args, using=[yes])))  # fmt: skip

                def negative(other: Fact) -> Fact:
                    inside = pf.both(pf.arith(1 <= s - Q, other), pf.arith(s - Q <= Q, bounds))
                    line = combined(pf, given[0], -1, pieces(s - Q).apply(using=[inside]).left, 0,
                                    pieces(s - Q).apply(using=[inside]).left)  # fmt: skip
                    return same_affine(pf, line, planes_(s)(e), lambda v: pf.arith(
                        planes_(s)(e)(v) == line.formula.args[0](v),
                        pf.lemma("if_false", *planes_(s)(e)(v).args, using=[no]),
                        pf.lemma("if_false", *signed(s)(v).args, using=[other])))  # fmt: skip

                return pf.decide(s <= Q, positive, negative)

            return pf.decide(e <= R, given_plane, new_plane)

        return over(pf, 1, R + 1, each)

    point = pf.fresh("p", "V")
    wanted = some(q, 1, 2 * Q, InPolyhedron(point, planes_(q), R + 1))
    start = pf.opened
    home, at_home = pf.obtain(covers(point), "q")
    inside_old = pf.open_definition(at_home.right)

    def lies(s: Term, chosen: Fact, sign: Fact) -> Fact:
        """The point lies in the new polyhedron s, whose old one is ``home`` by ``chosen``, from the new inequality."""

        def each(e: Term, at: Fact) -> Fact:
            def before(yes: Fact) -> Fact:
                value = inside_old.apply(e, using=[at.left, yes])
                branch = pf.lemma("if_true", *planes_(s)(e)(point).args, using=[yes])
                same = pf.congruent(lam(q, h(q)(e)(point)), chosen)
                return pf.arith(planes_(s)(e)(point) >= 0, value, branch, same)

            def last(no: Fact) -> Fact:
                branch = pf.lemma("if_false", *planes_(s)(e)(point).args, using=[no])
                return pf.arith(planes_(s)(e)(point) >= 0, branch, sign)

            return pf.decide(e <= R, before, last)

        return pf.restate(over(pf, 1, R + 1, each), InPolyhedron(point, planes_(s), R + 1))

    def above(yes: Fact) -> Fact:
        first = at_home.left.right
        chosen = pf.lemma("if_true", *old(home).args, using=[first])
        sign = pf.arith(signed(home)(point) >= 0, yes, pf.lemma("if_true", *signed(home)(point).args, using=[first]))
        bounds = pf.both(at_home.left.left, pf.arith(home <= 2 * Q, first, many))
        return pf.witness(wanted, home, pf.both(bounds, lies(home, chosen, sign)))

    def below(no: Fact) -> Fact:
        s = home + Q
        beyond = pf.arith(negation(s <= Q), at_home.left)
        chosen = pf.arith(old(s) == home, pf.lemma("if_false", *old(s).args, using=[beyond]))
        sign = pf.arith(signed(s)(point) >= 0, no, pf.lemma("if_false", *signed(s)(point).args, using=[beyond]))
        bounds = pf.both(pf.arith(1 <= s, at_home.left, many), pf.arith(s <= 2 * Q, at_home.left))
        return pf.witness(wanted, s, pf.both(bounds, lies(s, chosen, sign)))

    covered = pf.general(point, pf.close(pf.decide(cut(home)(point) >= 0, above, below), start))
    new_cover = pf.restate(pf.both(pf.arith(2 * Q >= 1, many), pf.arith(R + 1 >= 0, low), over(pf, 1, 2 * Q, plane),
                                   covered), Cover(planes_, 2 * Q, R + 1, x, n))  # fmt: skip

    def back(s: Term, v: Term, within: Fact) -> Fact:
        """A point of the new polyhedron s lies in the old one."""
        opened = pf.open_definition(within)

        def each(e: Term, at: Fact) -> Fact:
            branch = pf.lemma("if_true", *planes_(s)(e)(v).args, using=[at.right])
            value = opened.apply(e, using=[at.left, pf.arith(e <= R + 1, at)])
            return pf.arith(h(old(s))(e)(v) >= 0, value, branch)

        return pf.restate(over(pf, 1, R, each), InPolyhedron(v, h(old(s)), R))

    def sign_at(s: Term, v: Term, within: Fact) -> Fact:
        opened = pf.open_definition(within).apply(R + 1, using=[pf.arith(1 <= R + 1, low), pf.arith(R + 1 <= R + 1)])
        branch = pf.lemma("if_false", *planes_(s)(R + 1)(v).args, using=[pf.arith(negation(R + 1 <= R))])
        return pf.arith(signed(s)(v) >= 0, opened, branch)

    def pieces_of(s: Term, bounds: Fact) -> Fact:
        first, last = place(s, bounds)

        def each(e: Term, at: Fact) -> Fact:
            goal = AffineInside(more(e), planes_(s), R + 1, x, n)

            def given_function(yes: Fact) -> Fact:
                start = pf.opened
                piece = lines.apply(old(s), using=[first, last]).apply(e, using=[at.left, yes])
                b, known_ = pf.obtain(pf.open_definition(piece), "a")

                def value(v: Term, within: Fact) -> Fact:
                    at_v = pf.modus_ponens(known_.right(v), back(s, v, within))
                    return pf.arith(more(e)(v) == b(v), at_v, pf.lemma("if_true", *more(e)(v).args, using=[yes]))

                return pf.close(affine_on(pf, goal, b, known_.left, value), start)

            def new_gate(no: Fact) -> Fact:
                def positive(yes: Fact) -> Fact:
                    known_ = pieces(s).apply(using=[pf.both(bounds.left, yes)])
                    chosen = pf.lemma("if_true", *old(s).args, using=[yes])

                    def value(v: Term, within: Fact) -> Fact:
                        inner = transport(pf, lam(q, InPolyhedron(v, h(q), R)), chosen, back(s, v, within))
                        at_v = pf.modus_ponens(known_.right(v), inner)
                        sign = sign_at(s, v, within), pf.lemma("if_true", *signed(s)(v).args, using=[yes])
                        branch = pf.lemma("if_false", *more(e)(v).args, using=[no])
                        return pf.by_cases(pf.lemma("max", 0, f(c)(v)), *[lambda k: pf.arith(
                            more(e)(v) == cut(s)(v), branch, k, at_v, *sign)] * 2)  # fmt: skip

                    return affine_on(pf, goal, cut(s), known_.left, value)

                def negative(other: Fact) -> Fact:
                    inside = pf.both(pf.arith(1 <= s - Q, other), pf.arith(s - Q <= Q, bounds))
                    known_ = pieces(s - Q).apply(using=[inside])
                    chosen = pf.lemma("if_false", *old(s).args, using=[other])
                    flat = lam(p, 0 * cut(s - Q)(p) + 0 * cut(s - Q)(p))
                    zero = combined(pf, given[0], 0, known_.left, 0, known_.left)

                    def value(v: Term, within: Fact) -> Fact:
                        inner = transport(pf, lam(q, InPolyhedron(v, h(q), R)), chosen, back(s, v, within))
                        at_v = pf.modus_ponens(known_.right(v), inner)
                        sign = sign_at(s, v, within), pf.lemma("if_false", *signed(s)(v).args, using=[other])
                        branch = pf.lemma("if_false", *more(e)(v).args, using=[no])
                        return pf.by_cases(pf.lemma("max", 0, f(c)(v)), *[lambda k: pf.arith(
                            more(e)(v) == flat(v), branch, k, at_v, *sign)] * 2)  # fmt: skip

                    return affine_on(pf, goal, flat, zero, value)

                return pf.decide(s <= Q, positive, negative)

            return pf.decide(e <= m, given_function, new_gate)

        return over(pf, 1, m + 1, each)

    final = pf.witness(jointly(more, m + 1, x, n), 2 * Q, R + 1, planes_, pf.both(
        new_cover, over(pf, 1, 2 * Q, pieces_of)))  # fmt: skip
    fact = pf.close(final, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, n, f, m, c, fact)


@once
def jointly_through(pf: Proof) -> Fact:
    """For n, m >= 0: if f(1), ..., f(m) are affine on the polyhedra of one cover, so are affine functions of them."""
    f, g, x = (pf.fresh(name, FAMILY) for name in "fgx")
    m, o, n = (pf.fresh(name, "int") for name in ("m", "o", "n"))
    given = [pf.assume(e) for e in (m >= 0, n >= 0, jointly(f, m, x, n), every(i, 1, o, AffineIn(g(i), f, m)))]
    mark = pf.opened
    Q, R, h, known = pf.obtain(given[2], "Q", "R", "h")

    def pieces(t: Term, bounds: Fact) -> Fact:
        at = known.right.apply(t, using=[bounds.left, bounds.right])
        return over(pf, 1, o, lambda e, b: combination_on(pf).apply(g(e), f, m, h(t), R, x, n, using=[
            given[0], given[1], given[3].apply(e, using=[b.left, b.right]), at]))  # fmt: skip

    fact = pf.witness(jointly(g, o, x, n), Q, R, h, pf.both(known.left, over(pf, 1, Q, pieces)))
    fact = pf.close(fact, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, m, g, o, x, n, fact)


def chosen_inputs(pf: Proof, z: Term, w: Term, y: Term, m: Term, gates: Fact) -> tuple[Term, Fact]:
    """Functions g(i) that are affine in y(1), ..., y(m), with z(i) = max(0, g(i)), for 1 <= i <= w: from the gates."""
    g, t = function("g", "V->real"), pf.fresh("i", "int")

    def here(u: Term) -> Term:
        return conj(AffineIn(u, y, m), forall(p, z(t)(p) == maximum(0, u(p))))

    goal = exists(g, implies(conj(1 <= t, t <= w), here(g)))

    def inside(yes: Fact) -> Fact:
        mark = pf.opened
        beta, c, line = pf.obtain(pf.open_definition(gates.apply(t, using=[yes.left, yes.right])), "beta", "c")
        inner = lam(p, beta + total(j, 1, m, c(j) * y(j)(p)))
        known = affine_form(pf, inner, y, m, beta, c, lambda v: pf.ring(inner(v), inner(v)))
        fact = pf.both(known, line)
        return pf.close(pf.witness(goal, inner, pf.implication(yes.formula, fact)), mark)

    def outside(no: Fact) -> Fact:
        wrong = pf.assume(conj(1 <= t, t <= w))
        fact = pf.implication(wrong.formula, pf.anything(here(z(t)), pf.conflict(wrong, no)))
        return pf.witness(goal, z(t), fact)

    return pf.obtain(pf.choose(pf.general(t, pf.decide(conj(1 <= t, t <= w), inside, outside)), "g"), "g")


@once
def networks_are_piecewise_linear(pf: Proof) -> Fact:
    """For d >= 0: what a network with inputs x(1), ..., x(d) computes is piecewise linear in them; by induction on the
    layers, whose units are affine on the polyhedra of one cover."""
    x, f = pf.fresh("x", FAMILY), pf.fresh("f", "V->real")
    d, k, s = (pf.fresh(name, "int") for name in "dks")
    given = [pf.assume(e) for e in (d >= 0, Layered(lam(j, f), 1, x, d, k, s))]
    mark = pf.opened
    net = Net(pf, given[1])

    def claim(l: Term) -> Term:
        return implies(l <= k, jointly(net.z(l), net.w(l), x, d))

    def base() -> Fact:
        bound = pf.assume(term(0) <= k)
        nothing = lam(q, r, p, term(0))
        none = over(pf, 1, term(0), lambda t, b: pf.anything(AffineIn(nothing(1)(t), x, d), pf.arith(false, b)))
        one, zero = term(1), term(0)
        v = pf.fresh("p", "V")
        everywhere = pf.restate(over(pf, 1, zero, lambda t, b: pf.arith(nothing(1)(t)(v) >= 0)),
                                InPolyhedron(v, nothing(1), zero))  # fmt: skip
        covered = pf.general(v, pf.witness(some(q, 1, one, InPolyhedron(v, nothing(q), zero)), 1, pf.both(
            pf.both(pf.arith(one <= 1), pf.arith(one <= 1)), everywhere)))  # fmt: skip
        planes = over(pf, 1, one, lambda t, b: none)
        cover = pf.restate(pf.both(pf.arith(one >= 1), pf.arith(zero >= 0), planes, covered),
                           Cover(nothing, one, zero, x, d))  # fmt: skip

        def unit(t: Term, bounds: Fact) -> Fact:
            inside = pf.arith(t <= d, bounds, net.first)
            known = net.inputs.apply(t, using=[bounds.left, inside])
            line = projection(pf).apply(x, d, t, using=[bounds.left, inside])
            return affine_on(pf, AffineInside(net.z(0)(t), nothing(1), zero, x, d), x(t), line, lambda u, _: known(u))

        pieces = over(pf, 1, one, lambda t, b: over(pf, 1, net.w(0), unit))
        return pf.implication(bound.formula, pf.witness(
            jointly(net.z(0), net.w(0), x, d), one, zero, nothing, pf.both(cover, pieces)))  # fmt: skip

    def step(l: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(l + 1 <= k)
        before = here.apply(using=[bound])
        wide = net.wide(pf, l, low, pf.arith(l <= k, bound), given[0])
        width = net.w(l + 1)
        more = pf.arith(width >= 0, net.widths.apply(l + 1, using=[pf.arith(1 <= l + 1, low), bound]))
        gates = net.gates.apply(l, using=[low, pf.arith(l <= k - 1, bound)])
        start = pf.opened
        g, known = chosen_inputs(pf, net.z(l + 1), width, net.z(l), net.w(l), gates)
        inputs = over(pf, 1, width, lambda t, b: known(t).apply(using=[b]).left)
        affine = jointly_through(pf).apply(net.z(l), net.w(l), g, width, x, d, using=[wide, given[0], before, inputs])
        acts = lam(i, p, where(i <= width, g(i)(p), maximum(0, g(i - width)(p))))

        def added(t: Term) -> Term:
            return implies(t <= width, jointly(acts, width + t, x, d))

        def rewritten(old: Term, n: Term, fact: Fact, new_n: Term, positive: Fact, equal) -> Fact:
            """jointly(acts, new_n) from jointly(old, n), n = new_n, where the functions agree."""

            def each(e: Term, b: Fact) -> Fact:
                unit = projection(pf).apply(old, n, e, using=[b.left, pf.arith(e <= n, b)])
                return same_affine(pf, unit, acts(e), lambda v: equal(e, b, v))

            return jointly_through(pf).apply(old, n, acts, new_n, x, d, using=[
                positive, given[0], fact, over(pf, 1, new_n, each)])  # fmt: skip

        def added_base() -> Fact:
            within = pf.assume(term(0) <= width)
            fact = rewritten(g, width, affine, width + 0, more, lambda e, b, v: pf.arith(
                acts(e)(v) == g(e)(v), pf.lemma("if_true", *acts(e)(v).args, using=[
                    pf.arith(e <= width, b)])))  # fmt: skip
            return pf.implication(within.formula, fact)

        def added_step(t: Term, least: Fact, so_far: Fact) -> Fact:
            within = pf.assume(t + 1 <= width)
            m, c = width + t, t + 1
            new = lam(i, p, where(i <= m, acts(i)(p), maximum(0, acts(c)(p))))
            fact = gate_added(pf).apply(x, d, acts, m, c, using=[
                given[0], pf.arith(1 <= c, least), pf.arith(c <= m, within, more, least),
                so_far.apply(using=[within])])  # fmt: skip

            def equal(e: Term, b: Fact, v: Term) -> Fact:
                def newest(no: Fact) -> Fact:
                    last = pf.arith(e == m + 1, no, b)
                    branch = pf.lemma("if_false", *new(e)(v).args, using=[no])
                    first = pf.lemma("if_true", *acts(c)(v).args, using=[within])
                    beyond = pf.lemma("if_false", *acts(e)(v).args, using=[
                        pf.arith(negation(e <= width), last, least)])  # fmt: skip
                    same = pf.congruent(lam(j, g(j)(v)), pf.arith(e - width == c, last))
                    act = pf.congruent(lam(_Z, maximum(0, _Z)), pf.arith(g(e - width)(v) == acts(c)(v), same, first))
                    return pf.arith(acts(e)(v) == new(e)(v), branch, beyond, act)

                return pf.decide(e <= m, lambda yes: pf.arith(
                    acts(e)(v) == new(e)(v), pf.lemma("if_true", *new(e)(v).args, using=[yes])), newest)  # fmt: skip

            fact = rewritten(new, m + 1, fact, width + (t + 1), pf.arith(m + 1 >= 0, more, least), equal)
            return pf.implication(within.formula, fact)

        whole = pf.induction("t", 0, added, added_base, added_step).apply(width, using=[more, pf.arith(width <= width)])

        def unit(e: Term, b: Fact) -> Fact:
            at = width + e
            inside = [pf.arith(1 <= at, b, more), pf.arith(at <= width + width, b)]
            act = projection(pf).apply(acts, width + width, at, using=inside)

            def equal(v: Term) -> Fact:
                gate = known(e).apply(using=[b]).right(v)
                beyond = pf.lemma("if_false", *acts(at)(v).args, using=[pf.arith(negation(at <= width), b)])
                return pf.arith(net.z(l + 1)(e)(v) == acts(at)(v), gate, beyond)

            return same_affine(pf, act, net.z(l + 1)(e), equal)

        fact = jointly_through(pf).apply(acts, width + width, net.z(l + 1), width, x, d, using=[
            pf.arith(width + width >= 0, more), given[0], whole, over(pf, 1, width, unit)])  # fmt: skip
        return pf.implication(bound.formula, pf.close(fact, start))

    ladder = pf.induction("l", 0, claim, base, step).apply(k, using=[net.layers, pf.arith(k <= k)])
    wide = net.wide(pf, k, net.layers, pf.arith(k <= k), given[0])
    out = jointly_through(pf).apply(net.z(k), net.w(k), lam(j, f), 1, x, d, using=[wide, given[0], ladder, net.outputs])
    Q, R, h, known = pf.obtain(out, "Q", "R", "h")
    pieces = over(pf, 1, Q, lambda t, b: known.right.apply(t, using=[b.left, b.right]).apply(
        1, using=[pf.arith(term(1) <= 1)]))  # fmt: skip
    goal = PiecewiseLinear(f, x, d)
    fact = pf.close(pf.restate(pf.witness(body(goal), Q, R, h, pf.both(known.left, pieces)), goal), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(x, d, k, f, s, fact)
