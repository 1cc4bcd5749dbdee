"""Two-layer ReLU networks fitted to data (Section 2.4): definitions by formula, and derivations that claims share.

Data are points x(1), ..., x(D) of R^n, of which the coordinates 1, ..., n count, with labels y(1), ..., y(D). A network
of width w has hidden weights a(i), biases b(i) and output weights v(i), 1 <= i <= w; as in (2.3), its output layer is
linear, not affine. A guess is a sign s(i) and a set P(i) of points for each unit: those that are to activate it.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sums import equal_sums, sum_of_constants, sums_linear, sums_scaled
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    define,
    either,
    every,
    exists,
    exp,
    false,
    forall,
    function,
    iff,
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

i, j, k = integer("i"), integer("j"), integer("k")


@define
def Input(a: "int->real", b: "real", x: "int->real", n: "int") -> Term:
    """The affine function <a, x> + b of a point x of R^n."""
    return total(k, 1, n, a(k) * x(k)) + b


@define
def Output(v: "int->real", a: "int->int->real", b: "int->real", w: "int", n: "int", x: "int->real") -> Term:
    """The output at x of the network with w hidden units: the sum of v(i) max(0, <a(i), x> + b(i))."""
    return total(i, 1, w, v(i) * maximum(0, Input(a(i), b(i), x, n)))


@define
def Loss(ell: "real->real->real", v: "int->real", a: "int->int->real", b: "int->real", w: "int", n: "int",
         x: "int->int->real", y: "int->real", D: "int") -> Term:  # fmt: skip
    """The loss of the network on the data: the sum of ell(output at x(j), y(j))."""
    return total(j, 1, D, ell(Output(v, a, b, w, n, x(j)))(y(j)))


@define
def Convex(ell: "real->real->real") -> Term:
    """The loss is convex in its first argument."""
    p, q, t, z = (real(name) for name in "pqtz")
    return forall(p, q, t, z, implies(between(0, t, 1), ell(t * p + (1 - t) * q)(z) <= t * ell(p)(z) + (
        1 - t) * ell(q)(z)))  # fmt: skip


@define
def Optimal(ell: "real->real->real", v: "int->real", a: "int->int->real", b: "int->real", w: "int", n: "int",
            x: "int->int->real", y: "int->real", D: "int") -> Term:  # fmt: skip
    """No network of width w has a smaller loss: a global optimum of (2.3)."""
    names = ("v_other", "int->real"), ("a_other", "int->int->real"), ("b_other", "int->real")
    v_, a_, b_ = (function(*name) for name in names)
    return forall(v_, a_, b_, Loss(ell, v, a, b, w, n, x, y, D) <= Loss(ell, v_, a_, b_, w, n, x, y, D))


@define
def Signs(s: "int->real", w: "int") -> Term:
    """s(1), ..., s(w) are 1 or -1."""
    return every(i, 1, w, either(s(i) == 1, s(i) == -1))


@define
def CutBy(P: "int->bool", c: "int->real", d: "real", x: "int->int->real", n: "int", D: "int") -> Term:
    """The points x(j) with P(j) are those with <c, x(j)> + d > 0."""
    return every(j, 1, D, iff(P(j), Input(c, d, x(j), n) > 0))


@define
def Partition(P: "int->bool", x: "int->int->real", n: "int", D: "int") -> Term:
    """A hyperplane parts the points with P from the others, which may lie on it."""
    c, d = function("c", "int->real"), real("delta")
    return exists(c, d, CutBy(P, c, d, x, n, D))


@define
def InCell(P: "int->int->bool", a: "int->int->real", b: "int->real", w: "int", n: "int", x: "int->int->real",
           D: "int") -> Term:  # fmt: skip
    """The constraints (2.5): <a(i), x(j)> + b(i) >= 0 for j in P(i), and <= 0 for the other j."""
    value = Input(a(i), b(i), x(j), n)
    return every(i, 1, w, every(j, 1, D, conj(implies(P(i)(j), value >= 0), implies(negation(P(i)(j)), value <= 0))))


@define
def Feasible(s: "int->real", P: "int->int->bool", a: "int->int->real", b: "int->real", w: "int", n: "int",
             x: "int->int->real", D: "int") -> Term:  # fmt: skip
    """The signs s and the partitions P are a guess, and the weights a, b satisfy its constraints (2.5)."""
    return conj(Signs(s, w), every(i, 1, w, Partition(P(i), x, n, D)), InCell(P, a, b, w, n, x, D))


def active(s: Term, P: Term, a: Term, b: Term, w: Term, n: Term, x: Term, j: Term) -> Term:
    """The sum of s(i) (<a(i), x(j)> + b(i)) over the units i with j in P(i)."""
    return total(i, 1, w, where(P(i)(j), s(i) * Input(a(i), b(i), x(j), n), 0))


@define
def CellLoss(ell: "real->real->real", s: "int->real", P: "int->int->bool", a: "int->int->real", b: "int->real",
             w: "int", n: "int", x: "int->int->real", y: "int->real", D: "int") -> Term:  # fmt: skip
    """The loss of the linear functions of a guess: at x(j), the sum of s(i) (<a(i), x(j)> + b(i)) over the i with j in
    P(i)."""
    return total(j, 1, D, ell(active(s, P, a, b, w, n, x, j))(y(j)))


@define
def UnitwiseLoss(ell: "real->real->real", s: "int->real", P: "int->int->bool", a: "int->int->real", b: "int->real",
                 w: "int", n: "int", x: "int->int->real", y: "int->real", D: "int") -> Term:  # fmt: skip
    """The objective as printed below (2.5): over all j and all i with j in P(i), the sum of the losses of
    s(i) (<a(i), x(j)> + b(i)) alone."""
    return total(j, 1, D, total(i, 1, w, where(P(i)(j), ell(s(i) * Input(a(i), b(i), x(j), n))(y(j)), 0)))


# Derivations.


def linear_on_cell(p: Proof, s: Term, P: Term, a: Term, b: Term, w: Term, n: Term, x: Term, D: Term, cell: Fact,
                   j: Term, *bounds: Fact) -> Fact:  # fmt: skip
    """The sum over the active units at x(j) is the output of the network, from InCell and 1 <= j <= D."""
    inside = p.open_definition(cell)
    value = lambda i: Input(a(i), b(i), x(j), n)  # noqa: E731
    f, g = lam(i, where(P(i)(j), s(i) * value(i), 0)), lam(i, s(i) * maximum(0, value(i)))

    def each(i: Term, low: Fact, high: Fact) -> Fact:
        at = inside.apply(i, using=[low, high]).apply(j, using=bounds)
        goal = f(i) == g(i)

        def of(rule: str, known: Fact, side: Fact) -> Fact:
            branch = p.lemma(rule, P(i)(j), s(i) * value(i), 0, using=[known])
            return p.by_cases(p.lemma("max", 0, value(i)), *[lambda f: p.arith(
                goal, branch, side, p.arith(maximum(0, value(i)) == (value(i) if rule == "if_true" else 0), f, side),
                multipliers=[s(i)])] * 2)  # fmt: skip

        return p.decide(P(i)(j), lambda yes: of("if_true", yes, p.modus_ponens(at.left, yes)),
                        lambda no: of("if_false", no, p.modus_ponens(at.right, no)))  # fmt: skip

    return equal_sums(p, term(1), w, f, g, each)


def cell_loss(p: Proof, ell: Term, s: Term, P: Term, a: Term, b: Term, w: Term, n: Term, x: Term, y: Term, D: Term,
              cell: Fact) -> Fact:  # fmt: skip
    """CellLoss = Loss of the network with output weights s, from InCell."""
    z = real("z")
    f = lam(j, ell(active(s, P, a, b, w, n, x, j))(y(j)))
    g = lam(j, ell(Output(s, a, b, w, n, x(j)))(y(j)))
    return equal_sums(p, term(1), D, f, g, lambda j, low, high: p.congruent(lam(z, ell(z)(y(j))), p.restate(
        linear_on_cell(p, s, P, a, b, w, n, x, D, cell, j, low, high),
        active(s, P, a, b, w, n, x, j) == Output(s, a, b, w, n, x(j)))))  # fmt: skip


def activated(a: Term, b: Term, x: Term, n: Term) -> Term:
    """The active sets of a network: j in P(i) where <a(i), x(j)> + b(i) > 0."""
    return lam(i, j, Input(a(i), b(i), x(j), n) > 0)


def own_cell(p: Proof, a: Term, b: Term, w: Term, n: Term, x: Term, D: Term) -> tuple[Fact, Fact]:
    """The active sets of a network are partitions by hyperplanes, and its weights satisfy (2.5) for them."""
    P = activated(a, b, x, n)

    def cut(i: Term, _: Fact) -> Fact:
        same = over(p, 1, D, lambda j, _: p.both(*[p.implication(f, p.assume(f)) for f in [P(i)(j)] * 2]), "j")
        goal = Partition(P(i), x, n, D)
        same = p.restate(same, CutBy(P(i), a(i), b(i), x, n, D))
        return p.restate(p.witness(opened(p, goal), a(i), b(i), same), goal)

    def inside(i: Term, j: Term) -> Fact:
        value = Input(a(i), b(i), x(j), n)
        yes, no = p.assume(P(i)(j)), p.assume(negation(P(i)(j)))
        return p.both(p.implication(yes.formula, p.arith(value >= 0, p.restate(yes, value > 0))),
                      p.implication(no.formula, p.arith(value <= 0, p.restate(no, negation(value > 0)))))  # fmt: skip

    cell = over(p, 1, w, lambda i, _: over(p, 1, D, lambda j, _: inside(i, j), "j"))
    return over(p, 1, w, cut), p.restate(cell, InCell(P, a, b, w, n, x, D))


def opened(p: Proof, formula: Term) -> Term:
    """What an instance of a definition says."""
    return p.open_definition(p.assume(formula)).formula


def scaled(p: Proof, c: Term, a: Term, b: Term, x: Term, n: Term, dimension: Fact) -> Fact:
    """Input(c a, c b, x) = c Input(a, b, x); ``dimension`` is n >= 1."""
    f = lam(k, a(k) * x(k))
    grown = lam(k, c * a(k))
    moved = equal_sums(p, term(1), n, lam(k, grown(k) * x(k)), lam(k, c * f(k)), lambda k, *_: p.ring(
        grown(k) * x(k), c * f(k)))  # fmt: skip
    whole = sums_scaled(p).apply(1, n, f, c, using=[p.arith(term(1) <= n + 1, dimension)])
    return p.arith(Input(grown, c * b, x, n) == c * Input(a, b, x, n), moved, whole, multipliers=[1, c])


def sign(r: Term, at_zero: Term) -> Term:
    """sgn(r), with any value at 0."""
    return where(r > 0, 1, where(r < 0, -1, at_zero))


def by_sign(p: Proof, r: Term, at_zero: Term, prove: Callable[[Fact, Fact, Fact], Fact]) -> Fact:
    """``prove(side, value of sgn(r), value of |r|)`` for r > 0, r < 0 and r = 0."""
    inner = where(r < 0, -1, at_zero)

    def absolute_value(side: Fact, value: Term) -> Fact:
        return p.by_cases(p.lemma("abs", r), *[lambda f: p.arith(absolute(r) == value, f, side)] * 2)

    def positive(yes: Fact) -> Fact:
        return prove(yes, p.lemma("if_true", r > 0, 1, inner, using=[yes]), absolute_value(yes, r))

    def negative(yes: Fact) -> Fact:
        outer = p.lemma("if_false", r > 0, 1, inner, using=[p.arith(negation(r > 0), yes)])
        chosen = p.arith(sign(r, at_zero) == -1, outer, p.lemma("if_true", r < 0, -1, at_zero, using=[yes]))
        return prove(yes, chosen, absolute_value(yes, -r))

    def zero(no: Fact, also: Fact) -> Fact:
        outer, last = p.lemma("if_false", r > 0, 1, inner, using=[no]), p.lemma(
            "if_false", r < 0, -1, at_zero, using=[also])  # fmt: skip
        equal = p.arith(r == 0, no, also)
        return prove(equal, p.arith(sign(r, at_zero) == at_zero, outer, last), absolute_value(equal, r))

    return p.decide(r > 0, positive, lambda no: p.decide(r < 0, negative, lambda also: zero(no, also)))


def absorbed(p: Proof, r: Term, at_zero: Term, a: Term, b: Term, x: Term, n: Term, dimension: Fact) -> Fact:
    """r max(0, <a, x> + b) = sgn(r) max(0, <|r| a, x> + |r| b), whatever sgn(0) is; ``dimension`` is n >= 1."""
    grown, shifted = lam(k, absolute(r) * a(k)), absolute(r) * b
    old, new = Input(a, b, x, n), Input(grown, shifted, x, n)
    goal = r * maximum(0, old) == sign(r, at_zero) * maximum(0, new)
    link = scaled(p, absolute(r), a, b, x, n, dimension)

    def at(side: Fact, chosen: Fact, size: Fact) -> Fact:
        known = p.arith(new == size.formula.args[1] * old, link, size, multipliers=[old, 1])

        def both(f: Fact, g: Fact) -> Fact:
            if side.formula.op == "=":
                zero = p.arith(maximum(0, new) == 0, p.arith(new == 0, known, side, multipliers=[old]), g)
                return p.arith(goal, zero, side, multipliers=[maximum(0, old), sign(r, at_zero)])
            value = size.formula.args[1]
            low, high = f.left.formula.args
            larger = p.arith(value * low <= value * high, f.left, side)
            signed = p.arith(maximum(0, new) == value * maximum(0, old), larger, f, g, known, multipliers=[value, 1])
            return p.arith(goal, signed, chosen, multipliers=[maximum(0, new), value, 1, -1])

        return p.by_cases(p.lemma("max", 0, old), *[lambda f: p.by_cases(
            p.lemma("max", 0, new), *[lambda g: both(f, g)] * 2)] * 2)  # fmt: skip

    return by_sign(p, r, at_zero, at)


def mixed(t: Term, f: Term, u: Term, g: Term) -> Term:
    """t f + u g, for vectors or numbers indexed by integers, or families of vectors."""
    if f.sort == "int->real":
        return lam(i, t * f(i) + u * g(i))
    return lam(i, k, t * f(i)(k) + u * g(i)(k))


def mixed_input(p: Proof, t: Term, u: Term, a: Term, b: Term, c: Term, d: Term, x: Term, n: Term,
                dimension: Fact) -> Fact:  # fmt: skip
    """Input(t a + u c, t b + u d, x) = t Input(a, b, x) + u Input(c, d, x); ``dimension`` is n >= 1."""
    f, g = lam(k, a(k) * x(k)), lam(k, c(k) * x(k))
    both = lam(k, t * a(k) + u * c(k))
    moved = equal_sums(p, term(1), n, lam(k, both(k) * x(k)), lam(k, t * f(k) + u * g(k)), lambda k, *_: p.ring(
        both(k) * x(k), t * f(k) + u * g(k)))  # fmt: skip
    whole = sums_linear(p).apply(1, n, f, g, t, u, using=[p.arith(term(1) <= n + 1, dimension)])
    return p.arith(Input(both, t * b + u * d, x, n) == t * Input(a, b, x, n) + u * Input(c, d, x, n), moved, whole)


def mixed_active(p: Proof, t: Term, u: Term, s: Term, P: Term, a: Term, b: Term, c: Term, d: Term, w: Term, n: Term,
                 x: Term, j: Term, width: Fact, dimension: Fact) -> Fact:  # fmt: skip
    """The sum over the active units is linear in the weights; ``width`` is w >= 1."""
    first, second = (lam(i, where(P(i)(j), s(i) * Input(e(i), f(i), x(j), n), 0)) for e, f in ((a, b), (c, d)))
    ma, mb = mixed(t, a, u, c), mixed(t, b, u, d)
    whole = lam(i, where(P(i)(j), s(i) * Input(ma(i), mb(i), x(j), n), 0))

    def each(i: Term, *_: Fact) -> Fact:
        goal = whole(i) == t * first(i) + u * second(i)
        link = mixed_input(p, t, u, a(i), b(i), c(i), d(i), x(j), n, dimension)

        def of(rule: str, known: Fact) -> Fact:
            parts = [p.lemma(rule, *e(i).args, using=[known]) for e in (whole, first, second)]
            return p.arith(goal, link, *parts, multipliers=[1, s(i), t, u])

        return p.decide(P(i)(j), lambda yes: of("if_true", yes), lambda no: of("if_false", no))

    moved = equal_sums(p, term(1), w, whole, lam(i, t * first(i) + u * second(i)), each)
    split = sums_linear(p).apply(1, w, first, second, t, u, using=[p.arith(term(1) <= w + 1, width)])
    return p.arith(active(s, P, ma, mb, w, n, x, j) == t * active(s, P, a, b, w, n, x, j) + u * active(
        s, P, c, d, w, n, x, j), moved, split)  # fmt: skip


squared = lam(real("p"), real("q"), (real("p") - real("q")) ** 2)  # the squared loss


def squared_convex(p: Proof) -> Fact:
    """The squared loss is convex."""
    goal = Convex(squared)
    inner = opened(p, goal)
    (a, b, t, z), (low, high), conclusion = p.intro(inner)
    both = p.arith(t * (1 - t) >= 0, low, high)
    return p.restate(p.conclude(inner, [a, b, t, z], p.arith(conclusion, both, squares=[a - b])), goal)


def signed_form(p: Proof, v: Term, a: Term, b: Term, w: Term, n: Term,
                dimension: Fact) -> tuple[Term, Term, Term, Fact, Fact]:  # fmt: skip
    """Signs s and weights d, c, such that the network with output weights s has the same outputs: the terms,
    Signs(s, w) and the equation for all x; ``dimension`` is n >= 1."""
    one = term(1)
    s = lam(i, sign(v(i), one))
    d, c = lam(i, k, absolute(v(i)) * a(i)(k)), lam(i, absolute(v(i)) * b(i))
    signs = over(p, 1, w, lambda i, _: by_sign(p, v(i), one, lambda _, value, __: p.or_intro(
        either(s(i) == 1, s(i) == -1), value)))  # fmt: skip
    x = p.fresh("x", "int->real")
    f, g = (lam(i, e(i) * maximum(0, Input(h(i), q(i), x, n))) for e, h, q in ((v, a, b), (s, d, c)))
    same = equal_sums(p, term(1), w, f, g, lambda i, *_: absorbed(p, v(i), one, a(i), b(i), x, n, dimension))
    equal = p.general(x, p.restate(same, Output(v, a, b, w, n, x) == Output(s, d, c, w, n, x)))
    return s, d, c, p.restate(signs, Signs(s, w)), equal


def equal_losses(p: Proof, ell: Term, first: tuple[Term, Term, Term], second: tuple[Term, Term, Term], w: Term, n: Term,
                 x: Term, y: Term, D: Term, equal: Fact) -> Fact:  # fmt: skip
    """Loss = Loss, for two networks with the same outputs."""
    z = real("z")
    f, g = (lam(j, ell(Output(*net, w, n, x(j)))(y(j))) for net in (first, second))
    return equal_sums(p, term(1), D, f, g, lambda j, *_: p.congruent(lam(z, ell(z)(y(j))), equal(x(j))))


def as_guess(p: Proof, ell: Term, v: Term, a: Term, b: Term, w: Term, n: Term, x: Term, y: Term, D: Term,
             dimension: Fact) -> tuple[tuple[Term, Term, Term, Term], Fact, Fact]:  # fmt: skip
    """A guess (s, P, d, c) with weights that satisfy its constraints, and CellLoss of it = Loss of the network."""
    s, d, c, signs, equal = signed_form(p, v, a, b, w, n, dimension)
    P = activated(d, c, x, n)
    cuts, cell = own_cell(p, d, c, w, n, x, D)
    feasible = p.restate(p.both(signs, cuts, cell), Feasible(s, P, d, c, w, n, x, D))
    inner = cell_loss(p, ell, s, P, d, c, w, n, x, y, D, cell)
    outer = equal_losses(p, ell, (v, a, b), (s, d, c), w, n, x, y, D, equal)
    value = p.arith(CellLoss(ell, s, P, d, c, w, n, x, y, D) == Loss(ell, v, a, b, w, n, x, y, D), inner, outer)
    return (s, P, d, c), feasible, value


def written_out(p: Proof, count: int, f: Term, lo: int = 1) -> list[Fact]:
    """The sum of f over lo <= i <= lo + count - 1, term by term: facts from which arithmetic adds it up."""
    facts = [p.lemma("sum_empty", lo, lo - 1, f)]
    for hi in range(lo, lo + count):
        facts += [p.lemma("sum_step", lo, hi - 1, f), p.congruent(f, p.ring(term(hi - 1) + 1, hi))]
    return facts


def computed_guess(p: Proof, s: Term, P: Term, a: Term, b: Term, w: Term, n: Term, x: Term, D: Term,
                   planes: list[tuple[Term, Term]]) -> Fact:  # fmt: skip
    """Feasible, for numbers that can be evaluated; ``planes`` are (c, d) that cut off P(1), ..., P(w)."""

    def cut(i: Term, bounds: Fact, left: list[tuple[Term, Term]], m: int = 1) -> Fact:
        at = term(m)
        goal = Partition(P(at), x, n, D)
        one = p.restate(p.witness(opened(p, goal), *left[0], p.compute(CutBy(P(at), *left[0], x, n, D))), goal)
        z = p.fresh("z", "int")

        def here(equal: Fact) -> Fact:
            return p.step("equality", [equal, one], [lam(z, Partition(P(z), x, n, D))])

        if len(left) == 1:
            return here(p.arith(at == i, bounds))
        return p.decide(i <= at, lambda yes: here(p.arith(at == i, yes, bounds)), lambda no: cut(
            i, p.both(p.arith(at + 1 <= i, no), bounds.right), left[1:], m + 1))  # fmt: skip

    cuts = over(p, 1, w, lambda i, bounds: cut(i, bounds, planes))
    return p.restate(p.both(p.compute(Signs(s, w)), cuts, p.compute(InCell(P, a, b, w, n, x, D))), Feasible(
        s, P, a, b, w, n, x, D))  # fmt: skip


exponential = lam(real("p"), real("q"), exp(-real("p") * real("q")))  # the exponential loss


def exponential_convex(p: Proof) -> Fact:
    """exp(-z y) is convex in z: both sides against the tangent at the mean."""
    goal = Convex(exponential)
    inner = opened(p, goal)
    (first, second, t, z), (low, high), conclusion = p.intro(inner)
    mean = -(t * first + (1 - t) * second) * z
    bounds = []
    for value, weight, sign in ((first, t, low), (second, 1 - t, p.arith(1 - t >= 0, high))):
        step = -value * z - mean
        split = p.rewrite(p.lemma("exp_sum", mean, step), p.arith(mean + step == -value * z))
        above = p.arith(exp(mean) * (1 + step) <= exp(mean) * exp(step), p.lemma("exp_tangent", step), p.lemma(
            "exp_positive", mean))  # fmt: skip
        scaled = p.arith(weight * (exp(mean) * (1 + step)) <= weight * exp(-value * z), p.arith(
            exp(mean) * (1 + step) <= exp(-value * z), above, split), sign)  # fmt: skip
        bounds.append(scaled)
    return p.restate(p.conclude(inner, [first, second, t, z], p.arith(conclusion, *bounds)), goal)


def no_optimum(p: Proof) -> Fact:
    """forall w, n, x, v, a, b: w >= 1 and n >= 1 => these weights are no optimum for the exponential loss and the one
    data point x(1) with label 1: outputs can be larger."""
    w, n = p.fresh("w", "int"), p.fresh("n", "int")
    x, a = p.fresh("x", "int->int->real"), p.fresh("a", "int->int->real")
    v, b = p.fresh("v", "int->real"), p.fresh("b", "int->real")
    given = p.assume(conj(w >= 1, n >= 1))
    width, dimension = given.split()
    one, ones, zero = term(1), lam(i, term(1)), lam(i, k, term(0))
    label = lam(j, term(1))
    old = Output(v, a, b, w, n, x(1))
    height = maximum(0, old) + 1
    positive, above = (p.by_cases(p.lemma("max", 0, old), *[lambda f, g=g: p.arith(g, f)] * 2)
                       for g in (height >= 1, height > old))  # fmt: skip
    bias = lam(i, height)

    def loss(*net: Term) -> Fact:
        return p.arith(total(j, 1, 1, summand(net)(j)) == exp(-Output(*net, w, n, x(1)) * 1), *written_out(
            p, 1, summand(net)))  # fmt: skip

    def summand(net: tuple[Term, ...]) -> Term:
        return lam(j, exponential(Output(*net, w, n, x(j)))(label(j)))

    def unit(i: Term, *_: Fact) -> Fact:
        """Each unit gives the height."""
        value = Input(zero(i), bias(i), x(1), n)
        flat = equal_sums(p, term(1), n, lam(k, zero(i)(k) * x(1)(k)), lam(k, term(0)), lambda k, *_: p.ring(
            zero(i)(k) * x(1)(k), 0))  # fmt: skip
        none = sum_of_constants(p).apply(1, n, 0, using=[p.arith(term(1) <= n + 1, dimension)])
        equal = p.arith(value == height, flat, none)
        return p.by_cases(p.lemma("max", 0, value), *[lambda f: p.arith(
            ones(i) * maximum(0, value) == height, f, equal, positive)] * 2)  # fmt: skip

    whole = equal_sums(
        p, term(1), w, lam(i, ones(i) * maximum(0, Input(zero(i), bias(i), x(1), n))), lam(i, height), unit
    )
    constant = sum_of_constants(p).apply(1, w, height, using=[p.arith(term(1) <= w + 1, width)])
    new = Output(ones, zero, bias, w, n, x(1))
    grown = p.arith(new > old, p.arith(new >= height, whole, constant, p.arith((w - 1) * height >= 0, width, positive)),
                    above)  # fmt: skip
    falls = p.lemma("exp_monotone", -new * 1, -old * 1, using=[p.arith(-new * 1 < -old * 1, grown)])

    def contradiction(optimal: Fact) -> Fact:
        return p.arith(
            false, p.open_definition(optimal)(ones, zero, bias), loss(v, a, b), loss(ones, zero, bias), falls
        )

    none = p.refute(Optimal(exponential, v, a, b, w, n, x, label, one), contradiction)
    return p.general(w, n, x, v, a, b, p.implication(given.formula, none))
