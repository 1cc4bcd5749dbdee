"""ReLU networks with any number of inputs, outputs and layers (Definition 1), and how to build them from others.

A network is given by the functions that its units compute on a set V of points: z(l)(i)(p) is the output of unit i of
layer l at p. Its inputs are functions x(1), ..., x(d) on V: the coordinates of R^d, or the outputs of another network.
"""

from collections.abc import Callable

from numerics.derive import Fact, Proof, SearchFailed
from numerics.lemmas import over, sum_appended, transport
from numerics.sums import equal_sums, once, sums_linear, sums_scaled
from numerics.terms import (
    Term,
    body,
    conj,
    define,
    every,
    exists,
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

i, j, l = integer("i"), integer("j"), integer("l")
p = vector("p")
FAMILY = "int->V->real"


@define
def AffineIn(f: "V->real", y: "int->V->real", m: "int") -> Term:
    """f is an affine function of y(1), ..., y(m)."""
    beta, c = real("beta"), function("c", "int->real")
    return exists(beta, c, forall(p, f(p) == beta + total(j, 1, m, c(j) * y(j)(p))))


@define
def Gate(g: "V->real", y: "int->V->real", m: "int") -> Term:
    """g is the output of a ReLU gate: max(0, .) of an affine function of y(1), ..., y(m)."""
    beta, c = real("beta"), function("c", "int->real")
    return exists(beta, c, forall(p, g(p) == maximum(0, beta + total(j, 1, m, c(j) * y(j)(p)))))


@define
def Layered(f: "int->V->real", n: "int", x: "int->V->real", d: "int", k: "int", s: "int") -> Term:
    """f(1), ..., f(n) are affine functions of the last of k layers of gates, of s gates in all, the first of which has
    the inputs x(1), ..., x(d); for k = 0 they are affine functions of x(1), ..., x(d)."""
    z, w = function("z", "int->int->V->real"), function("w", "int->int")
    return conj(k >= 0, exists(z, w, conj(
        w(0) == d, every(i, 1, d, forall(p, z(0)(i)(p) == x(i)(p))),
        every(l, 1, k, w(l) >= 1), total(l, 1, k, w(l)) == s,
        every(l, 0, k - 1, every(i, 1, w(l + 1), Gate(z(l + 1)(i), z(l), w(l)))),
        every(i, 1, n, AffineIn(f(i), z(k), w(k))))))  # fmt: skip


@define
def Represents(f: "int->V->real", n: "int", x: "int->V->real", d: "int", k: "int", s: "int") -> Term:
    """A ReLU network of depth k + 1 and size s (Definition 1) with the inputs x(1), ..., x(d) has the outputs
    f(1), ..., f(n): there are k >= 1 hidden layers, with s gates in all."""
    return conj(k >= 1, Layered(f, n, x, d, k, s))


@define
def Greatest(g: "V->real", f: "int->V->real", m: "int") -> Term:
    """g is the pointwise maximum of f(1), ..., f(m)."""
    return forall(p, conj(every(i, 1, m, f(i)(p) <= g(p)), some(i, 1, m, g(p) == f(i)(p))))


@define
def Least(g: "V->real", f: "int->V->real", m: "int") -> Term:
    """g is the pointwise minimum of f(1), ..., f(m)."""
    return forall(p, conj(every(i, 1, m, f(i)(p) >= g(p)), some(i, 1, m, g(p) == f(i)(p))))


def single(f: Term) -> Term:
    """The family whose only member, at every index, is f."""
    return lam(j, f)


def joined(f: Term, n: Term, g: Term) -> Term:
    """f(1), ..., f(n), g(1), g(2), ..."""
    return lam(i, p, where(i <= n, f(i)(p), g(i - n)(p)))


# Affine functions.


def pick(pf: Proof, t: Term, *facts: Fact) -> Fact:
    """t = the branch of t that the facts choose, t being made of nested ``where``."""
    rest, steps = t, []
    while rest.op == "if":
        condition, yes, no = rest.args
        try:
            holds, rule, rest_ = pf.arith(condition, *facts), "if_true", yes
        except SearchFailed:
            holds, rule, rest_ = pf.arith(negation(condition), *facts), "if_false", no
        steps.append(pf.lemma(rule, condition, yes, no, using=[holds]))
        rest = rest_
    return pf.arith(t == rest, *steps)


def affine_form(pf: Proof, f: Term, y: Term, m: Term, beta: Term, c: Term, value: Callable[[Term], Fact]) -> Fact:
    """AffineIn(f, y, m); ``value(p)`` proves f(p) = beta + the sum of c(j) y(j)(p)."""
    q = pf.fresh("p", "V")
    mark = pf.opened
    line = pf.close(pf.prove(f(q) == beta + total(j, 1, m, c(j) * y(j)(q)), value(q)), mark)
    goal = AffineIn(f, y, m)
    return pf.restate(pf.witness(body(goal), beta, c, pf.general(q, line)), goal)


def same_affine(pf: Proof, fact: Fact, g: Term, equal: Callable[[Term], Fact]) -> Fact:
    """AffineIn(g, y, m) from AffineIn(f, y, m), where ``equal(p)`` proves g(p) = f(p)."""
    _, y, m = fact.formula.args
    mark = pf.opened
    beta, c, line = pf.obtain(pf.open_definition(fact), "beta", "c")
    return pf.close(affine_form(pf, g, y, m, beta, c, lambda q: pf.arith(
        g(q) == beta + total(j, 1, m, c(j) * y(j)(q)), line(q), equal(q))), mark)  # fmt: skip


@once
def affine_sum(pf: Proof) -> Fact:
    """For m >= 0: a f + b g is affine in y(1), ..., y(m) if f and g are."""
    f, g = pf.fresh("f", "V->real"), pf.fresh("g", "V->real")
    y, m, a, b = pf.fresh("y", FAMILY), pf.fresh("m", "int"), pf.fresh("a", "real"), pf.fresh("b", "real")
    given = [pf.assume(q) for q in (m >= 0, AffineIn(f, y, m), AffineIn(g, y, m))]
    mark = pf.opened
    beta, c, of_f = pf.obtain(pf.open_definition(given[1]), "beta", "c")
    delta, e, of_g = pf.obtain(pf.open_definition(given[2]), "beta", "c")
    weights = lam(j, a * c(j) + b * e(j))

    def value(q: Term) -> Fact:
        first, second = lam(j, c(j) * y(j)(q)), lam(j, e(j) * y(j)(q))
        linear = sums_linear(pf).apply(1, m, first, second, a, b, using=[pf.arith(term(1) <= m + 1, given[0])])
        split, both = lam(j, weights(j) * y(j)(q)), lam(j, a * first(j) + b * second(j))
        same = equal_sums(pf, term(1), m, split, both, lambda j, *_: pf.ring(split(j), both(j)))
        wanted = a * f(q) + b * g(q) == a * beta + b * delta + total(j, 1, m, split(j))
        return pf.arith(wanted, linear, same, of_f(q), of_g(q), multipliers=[a, b])

    fact = pf.close(affine_form(pf, lam(p, a * f(p) + b * g(p)), y, m, a * beta + b * delta, weights, value), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(f, g, y, m, a, b, fact)


def combined(pf: Proof, m_fact: Fact, a: Term | int, first: Fact, b: Term | int, second: Fact) -> Fact:
    """AffineIn(a f + b g) from AffineIn(f), AffineIn(g) and m >= 0."""
    (f, y, m), g = first.formula.args, second.formula.args[0]
    return affine_sum(pf).apply(f, g, y, m, a, b, using=[m_fact, first, second])


@once
def through(pf: Proof) -> Fact:
    """For n, m >= 0: what is affine in f(1), ..., f(n) is affine in y(1), ..., y(m) if f(1), ..., f(n) are."""
    g, f, y = pf.fresh("g", "V->real"), pf.fresh("f", FAMILY), pf.fresh("y", FAMILY)
    n, m = pf.fresh("n", "int"), pf.fresh("m", "int")
    given = [pf.assume(q) for q in (n >= 0, m >= 0, AffineIn(g, f, n), every(i, 1, n, AffineIn(f(i), y, m)))]
    mark = pf.opened
    beta, c, line = pf.obtain(pf.open_definition(given[2]), "beta", "c")

    def partial(q: Term) -> Term:
        return lam(p, beta + total(j, 1, q, c(j) * f(j)(p)))

    def base() -> Fact:
        bound = pf.assume(term(0) <= n)
        zero = lam(j, term(0) * j)

        def value(q: Term) -> Fact:
            flat = lam(j, zero(j) * y(j)(q))
            none = pf.lemma("sum_empty", 1, 0, lam(j, c(j) * f(j)(q)))
            scaled = sums_scaled(pf).apply(1, m, lam(j, y(j)(q)), 0, using=[pf.arith(term(1) <= m + 1, given[1])])
            same = equal_sums(pf, term(1), m, flat, lam(j, 0 * y(j)(q)), lambda j, *_: pf.ring(flat(j), 0 * y(j)(q)))
            wanted = partial(term(0))(q) == beta + total(j, 1, m, flat(j))
            return pf.arith(wanted, none, scaled, same)

        return pf.implication(bound.formula, affine_form(pf, partial(term(0)), y, m, beta, zero, value))

    def step(q: Term, low: Fact, here: Fact) -> Fact:
        bound = pf.assume(q + 1 <= n)
        before, unit = here.apply(using=[bound]), given[3].apply(q + 1, using=[low, bound])
        more = combined(pf, given[1], 1, before, c(q + 1), unit)

        def equal(r: Term) -> Fact:
            longer = pf.lemma("sum_step", 1, q, lam(j, c(j) * f(j)(r)), using=[low])
            return pf.arith(partial(q + 1)(r) == more.formula.args[0](r), longer)

        return pf.implication(bound.formula, same_affine(pf, more, partial(q + 1), equal))

    def claim(q: Term) -> Term:
        return implies(q <= n, AffineIn(partial(q), y, m))

    whole = pf.induction("q", 0, claim, base, step).apply(n, using=[given[0], pf.arith(n <= n)])
    fact = pf.close(same_affine(pf, whole, g, lambda q: pf.prove(g(q) == partial(n)(q), line(q))), mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(g, f, n, y, m, fact)


@once
def projection(pf: Proof) -> Fact:
    """For 1 <= i <= m: y(i) is affine in y(1), ..., y(m)."""
    y, m, at = pf.fresh("y", FAMILY), pf.fresh("m", "int"), pf.fresh("i", "int")
    low, high = pf.assume(1 <= at), pf.assume(at <= m)
    unit = lam(j, where(j == at, 1, 0))

    def value(q: Term) -> Fact:
        summand = lam(j, unit(j) * y(j)(q))

        def claim(r: Term) -> Term:
            return total(j, 1, r, summand(j)) == where(at <= r, y(at)(q), 0)

        def base() -> Fact:
            return pf.arith(claim(term(0)), pf.lemma("sum_empty", 1, 0, summand), pick(
                pf, claim(term(0)).args[1], low))  # fmt: skip

        def step(r: Term, above: Fact, here: Fact) -> Fact:
            longer = pf.lemma("sum_step", 1, r, summand, using=[above])
            old, new = claim(r).args[1], claim(r + 1).args[1]

            def here_now(yes: Fact) -> Fact:
                weight = pf.lemma("if_true", *unit(r + 1).args, using=[yes])
                same = pf.congruent(lam(j, y(j)(q)), yes)
                return pf.arith(claim(r + 1), longer, here, pick(pf, old, yes), pick(pf, new, yes), weight, same,
                                multipliers=[1, y(r + 1)(q)])  # fmt: skip

            def elsewhere(no: Fact) -> Fact:
                weight = pf.lemma("if_false", *unit(r + 1).args, using=[no])

                def done(yes: Fact) -> Fact:
                    return pf.arith(claim(r + 1), longer, here, pick(pf, old, yes), pick(pf, new, yes), weight,
                                    multipliers=[1, y(r + 1)(q)])  # fmt: skip

                def ahead(later: Fact) -> Fact:
                    beyond = pf.refute(at <= r + 1, lambda bad: pf.conflict(pf.arith(r + 1 == at, bad, later), no))
                    return pf.arith(claim(r + 1), longer, here, pf.lemma("if_false", *old.args, using=[later]),
                                    pf.lemma("if_false", *new.args, using=[beyond]), weight,
                                    multipliers=[1, y(r + 1)(q)])  # fmt: skip

                return pf.decide(at <= r, done, ahead)

            return pf.decide(r + 1 == at, here_now, elsewhere)

        whole = pf.induction("r", 0, claim, base, step).apply(m, using=[pf.arith(m >= 0, low, high)])
        return pf.arith(y(at)(q) == 0 + total(j, 1, m, summand(j)), whole, pick(pf, claim(m).args[1], high))

    fact = affine_form(pf, y(at), y, m, term(0), unit, value)
    return pf.general(y, m, at, pf.implication(low.formula, pf.implication(high.formula, fact)))


@once
def gate_through(pf: Proof) -> Fact:
    """For n, m >= 0: h = g is a gate with inputs y(1), ..., y(m) if g is one with inputs f(1), ..., f(n) and these are
    affine in y(1), ..., y(m)."""
    g, h, f, y = (pf.fresh(*q) for q in (("g", "V->real"), ("h", "V->real"), ("f", FAMILY), ("y", FAMILY)))
    n, m = pf.fresh("n", "int"), pf.fresh("m", "int")
    given = [pf.assume(q) for q in (n >= 0, m >= 0, Gate(g, f, n), every(i, 1, n, AffineIn(f(i), y, m)),
                                    forall(p, h(p) == g(p)))]  # fmt: skip
    mark = pf.opened
    beta, c, line = pf.obtain(pf.open_definition(given[2]), "beta", "c")
    inner = lam(p, beta + total(j, 1, n, c(j) * f(j)(p)))
    inside = affine_form(pf, inner, f, n, beta, c, lambda q: pf.ring(inner(q), inner(q)))
    moved = through(pf).apply(inner, f, n, y, m, using=[given[0], given[1], inside, given[3]])
    fact = gate_of(pf, moved, h, lambda q: pf.arith(h(q) == maximum(0, inner(q)), given[4](q), line(q)))
    fact = pf.close(fact, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(g, h, f, n, y, m, fact)


def gate_of(pf: Proof, inside: Fact, g: Term, equal: Callable[[Term], Fact]) -> Fact:
    """Gate(g, y, m) from AffineIn(f, y, m), where ``equal(p)`` proves g(p) = max(0, f(p))."""
    _, y, m = inside.formula.args
    mark = pf.opened
    beta, c, line = pf.obtain(pf.open_definition(inside), "beta", "c")
    q, z = pf.fresh("p", "V"), real("z")
    form = beta + total(j, 1, m, c(j) * y(j)(q))
    act = pf.congruent(lam(z, maximum(0, z)), line(q))
    value = pf.arith(g(q) == maximum(0, form), equal(q), act)
    goal = Gate(g, y, m)
    return pf.close(pf.restate(pf.witness(body(goal), beta, c, pf.general(q, value)), goal), mark)


# Networks.


class Net:
    """The units z, the widths w, and what is known of them, of a network that is :func:`Layered`."""

    def __init__(self, pf: Proof, fact: Fact) -> None:
        self.f, self.n, self.x, self.d, self.k, self.s = fact.formula.args
        opened = pf.open_definition(fact)
        self.layers = opened.left
        self.z, self.w, facts = pf.obtain(opened.right, "z", "w")
        self.first, self.inputs, self.widths, self.size, self.gates, self.outputs = facts.split()

    def wide(self, pf: Proof, l: Term, above: Fact, below: Fact, some_inputs: Fact) -> Fact:
        """w(l) >= 0 for 0 <= l <= k; ``some_inputs`` is d >= 0."""

        def first(no: Fact) -> Fact:
            same = pf.congruent(self.w, pf.arith(l == 0, no, above))
            return pf.arith(self.w(l) >= 0, same, self.first, some_inputs)

        return pf.decide(l >= 1, lambda yes: pf.arith(self.w(l) >= 0, self.widths.apply(l, using=[yes, below])), first)


def assembled(pf: Proof, goal: Term, z: Term, w: Term, layers: Fact, *parts: Fact) -> Fact:
    """Layered(...) from its units, widths and the six parts of the definition."""
    opened = body(goal)
    return pf.restate(pf.both(layers, pf.witness(opened.args[1], z, w, pf.both(*parts))), goal)


def pointwise(pf: Proof, equal: Callable[[Term], Fact]) -> Fact:
    """forall p of what ``equal(p)`` proves."""
    q = pf.fresh("p", "V")
    return pf.general(q, equal(q))


def _theorem(pf: Proof, variables: list[Term], given: list[Fact], mark: int, fact: Fact) -> Fact:
    fact = pf.close(fact, mark)
    for premise in reversed(given):
        fact = pf.implication(premise.formula, fact)
    return pf.general(*variables, fact)


@once
def stacked(pf: Proof) -> Fact:
    """For d >= 0: if networks with the same inputs and k layers, of sizes s and t, have the outputs f(1), ..., f(n) and
    g(1), ..., g(m), then affine functions of all these are the outputs of one with k layers and size s + t."""
    x, f, g, h = (pf.fresh(name, FAMILY) for name in "xfgh")
    d, k, n, m, o, s, t = (pf.fresh(name, "int") for name in ("d", "k", "n", "m", "o", "s", "t"))
    both = joined(f, n, g)
    given = [pf.assume(q) for q in (d >= 0, n >= 0, m >= 0, Layered(f, n, x, d, k, s), Layered(g, m, x, d, k, t),
                                    every(i, 1, o, AffineIn(h(i), both, n + m)))]  # fmt: skip
    mark = pf.opened
    one, two = Net(pf, given[3]), Net(pf, given[4])
    z = lam(l, i, p, where(l <= 0, x(i)(p), where(i <= one.w(l), one.z(l)(i)(p), two.z(l)(i - one.w(l))(p))))
    w = lam(l, where(l <= 0, d, one.w(l) + two.w(l)))

    def wide(l: Term, above: Fact, below: Fact) -> tuple[Fact, Fact, Fact]:
        """one.w(l) >= 0, two.w(l) >= 0, w(l) >= 0."""
        a, b = (net.wide(pf, l, above, below, given[0]) for net in (one, two))

        def at_first(yes: Fact) -> Fact:
            return pf.arith(w(l) >= 0, pf.lemma("if_true", *w(l).args, using=[yes]), given[0])

        def later(no: Fact) -> Fact:
            return pf.arith(w(l) >= 0, pf.lemma("if_false", *w(l).args, using=[no]), a, b)

        return a, b, pf.decide(l <= 0, at_first, later)

    def included(l: Term, above: Fact, below: Fact, net: Net) -> Fact:
        """The units of layer l of a network are affine in those of the new layer l."""
        other = wide(l, above, below)[1 if net is one else 0]

        def each(q: Term, bounds: Fact) -> Fact:
            def at_first(yes: Fact) -> Fact:
                zero = pf.arith(l == 0, yes, above)
                width = pf.lemma("if_true", *w(l).args, using=[yes])
                inside = pf.arith(q <= w(l), bounds, width, pf.congruent(net.w, zero), net.first)
                unit = projection(pf).apply(z(l), w(l), q, using=[bounds.left, inside])
                known = net.inputs.apply(q, using=[bounds.left, pf.arith(q <= d, inside, width)])

                def equal(r: Term) -> Fact:
                    return pf.arith(net.z(l)(q)(r) == z(l)(q)(r), known(r), pf.lemma(
                        "if_true", *z(l)(q)(r).args, using=[yes]),
                        pf.congruent(lam(j, net.z(j)(q)(r)), zero))  # fmt: skip

                return same_affine(pf, unit, net.z(l)(q), equal)

            def later(no: Fact) -> Fact:
                width = pf.lemma("if_false", *w(l).args, using=[no])
                place = q if net is one else one.w(l) + q
                inside = pf.arith(place <= w(l), bounds, width, other)
                start = pf.arith(1 <= place, bounds, other)
                unit = projection(pf).apply(z(l), w(l), place, using=[start, inside])

                def equal(r: Term) -> Fact:
                    outer = pf.lemma("if_false", *z(l)(place)(r).args, using=[no])
                    inner = z(l)(place)(r).args[2]
                    if net is one:
                        chosen = pf.lemma("if_true", *inner.args, using=[bounds.right])
                    else:
                        beyond = pf.arith(negation(place <= one.w(l)), bounds)
                        chosen = pf.lemma("if_false", *inner.args, using=[beyond])
                    return pf.arith(net.z(l)(q)(r) == z(l)(place)(r), outer, chosen)

                return same_affine(pf, unit, net.z(l)(q), equal)

            return pf.decide(l <= 0, at_first, later)

        return over(pf, 1, net.w(l), each)

    def gates(l: Term, bounds: Fact) -> Fact:
        above, below = bounds.left, pf.arith(l <= k, bounds)
        a, b, all_ = wide(l, above, below)
        inclusions = included(l, above, below, one), included(l, above, below, two)
        not_first = pf.arith(negation(l + 1 <= 0), bounds)
        width = pf.lemma("if_false", *w(l + 1).args, using=[not_first])

        def unit(q: Term, place: Fact) -> Fact:
            def of(net: Net, at: Term, inside: list[Fact], inclusion: Fact, low: Fact, rule: str, side: Fact) -> Fact:
                gate = net.gates.apply(l, using=[above, bounds.right]).apply(at, using=inside)

                def equal(r: Term) -> Fact:
                    new = z(l + 1)(q)(r)
                    outer = pf.lemma("if_false", *new.args, using=[not_first])
                    return pf.arith(new == net.z(l + 1)(at)(r), outer, pf.lemma(rule, *new.args[2].args, using=[side]))

                return gate_through(pf).apply(net.z(l + 1)(at), z(l + 1)(q), net.z(l), net.w(l), z(l), w(l), using=[
                    low, all_, gate, inclusion, pointwise(pf, equal)])  # fmt: skip

            def first(yes: Fact) -> Fact:
                return of(one, q, [place.left, yes], inclusions[0], a, "if_true", yes)

            def second(no: Fact) -> Fact:
                at = q - one.w(l + 1)
                inside = [pf.arith(1 <= at, no), pf.arith(at <= two.w(l + 1), place, width)]
                return of(two, at, inside, inclusions[1], b, "if_false", no)

            return pf.decide(q <= one.w(l + 1), first, second)

        return over(pf, 1, w(l + 1), unit)

    last = pf.arith(k <= k)
    _, _, all_ = wide(k, one.layers, last)

    def old(q: Term, bounds: Fact) -> Fact:
        """The outputs of both networks are affine in the new layer k."""

        def of(net: Net, at: Term, inside: list[Fact], rule: str, side: Fact) -> Fact:
            output = net.outputs.apply(at, using=inside)
            low = net.wide(pf, k, one.layers, last, given[0])
            moved = through(pf).apply(net.f(at), net.z(k), net.w(k), z(k), w(k), using=[
                low, all_, output, included(k, one.layers, last, net)])  # fmt: skip
            return same_affine(pf, moved, both(q), lambda r: pf.arith(
                both(q)(r) == net.f(at)(r), pf.lemma(rule, *both(q)(r).args, using=[side])))  # fmt: skip

        def second(no: Fact) -> Fact:
            inside = [pf.arith(1 <= q - n, no), pf.arith(q - n <= m, bounds)]
            return of(two, q - n, inside, "if_false", no)

        return pf.decide(q <= n, lambda yes: of(one, q, [bounds.left, yes], "if_true", yes), second)

    affine = over(pf, 1, n + m, old)

    def output(q: Term, bounds: Fact) -> Fact:
        inside = given[5].apply(q, using=[bounds.left, bounds.right])
        return through(pf).apply(h(q), both, n + m, z(k), w(k), using=[
            pf.arith(n + m >= 0, given[1], given[2]), all_, inside, affine])  # fmt: skip

    def width(q: Term, bounds: Fact) -> Fact:
        parts = [net.widths.apply(q, using=[bounds.left, bounds.right]) for net in (one, two)]
        later = pf.lemma("if_false", *w(q).args, using=[pf.arith(negation(q <= 0), bounds)])
        return pf.arith(w(q) >= 1, later, *parts)

    split, sum_ = lam(l, w(l)), lam(l, 1 * one.w(l) + 1 * two.w(l))
    same = equal_sums(pf, term(1), k, split, sum_, lambda q, low, high: pf.arith(split(q) == sum_(q), pf.lemma(
        "if_false", *w(q).args, using=[pf.arith(negation(q <= 0), low)])))  # fmt: skip
    linear = sums_linear(pf).apply(1, k, one.w, two.w, 1, 1, using=[pf.arith(term(1) <= k + 1, one.layers)])
    size = pf.arith(total(l, 1, k, w(l)) == s + t, same, linear, one.size, two.size)
    start = pf.arith(w(0) == d, pf.lemma("if_true", *w(0).args, using=[pf.arith(term(0) <= 0)]))
    inputs = over(pf, 1, d, lambda q, bounds: pointwise(pf, lambda r: pf.lemma(
        "if_true", *z(0)(q)(r).args, using=[pf.arith(term(0) <= 0)])))  # fmt: skip
    fact = assembled(pf, Layered(h, o, x, d, k, s + t), z, w, one.layers, start, inputs, over(pf, 1, k, width), size,
                     over(pf, 0, k - 1, gates), over(pf, 1, o, output))  # fmt: skip
    return _theorem(pf, [x, d, k, f, n, s, g, m, t, h, o], given, mark, fact)


@once
def composed(pf: Proof) -> Fact:
    """For d, n >= 0: if a network with inputs x(1), ..., x(d), k layers and size s has the outputs f(1), ..., f(n), and
    one with these as inputs, q >= 1 layers and size t has the outputs h(1), ..., h(o), then these are the outputs of
    one with inputs x(1), ..., x(d), k + q layers and size s + t."""
    x, f, h = (pf.fresh(name, FAMILY) for name in "xfh")
    d, k, n, o, s, t, k2 = (pf.fresh(name, "int") for name in ("d", "k", "n", "o", "s", "t", "q"))
    given = [pf.assume(q) for q in (d >= 0, n >= 0, k2 >= 1, Layered(f, n, x, d, k, s), Layered(h, o, f, n, k2, t))]
    mark = pf.opened
    one, two = Net(pf, given[3]), Net(pf, given[4])
    z = lam(l, i, p, where(l <= k, one.z(l)(i)(p), two.z(l - k)(i)(p)))
    w = lam(l, where(l <= k, one.w(l), two.w(l - k)))
    deep = k + k2

    def wide(l: Term, above: Fact, below: Fact) -> Fact:
        def early(yes: Fact) -> Fact:
            low = one.wide(pf, l, above, yes, given[0])
            return pf.arith(w(l) >= 0, pf.lemma("if_true", *w(l).args, using=[yes]), low)

        def late(no: Fact) -> Fact:
            low = two.widths.apply(l - k, using=[pf.arith(1 <= l - k, no), pf.arith(l - k <= k2, below)])
            return pf.arith(w(l) >= 0, pf.lemma("if_false", *w(l).args, using=[no]), low)

        return pf.decide(l <= k, early, late)

    def first_units(l: Term, early: Fact) -> Fact:
        """The units of layer l <= k of the first network are those of the new layer l."""
        width = pf.lemma("if_true", *w(l).args, using=[early])

        def each(q: Term, bounds: Fact) -> Fact:
            unit = projection(pf).apply(z(l), w(l), q, using=[bounds.left, pf.arith(q <= w(l), bounds, width)])
            return same_affine(pf, unit, one.z(l)(q), lambda r: pf.arith(
                one.z(l)(q)(r) == z(l)(q)(r), pf.lemma("if_true", *z(l)(q)(r).args, using=[early])))  # fmt: skip

        return over(pf, 1, one.w(l), each)

    def second_units(l: Term, above: Fact, from_k: Fact, below: Fact) -> Fact:
        """The units of layer l - k >= 0 of the second network are affine in the new layer l; for l = k they are the
        outputs of the first."""
        low = wide(l, above, below)

        def each(q: Term, bounds: Fact) -> Fact:
            def at_k(yes: Fact) -> Fact:
                zero = pf.arith(l - k == 0, yes, from_k)
                inside = pf.arith(q <= n, bounds, pf.congruent(two.w, zero), two.first)
                output = one.outputs.apply(q, using=[bounds.left, inside])
                predicate = lam(j, AffineIn(f(q), one.z(j), one.w(j)))
                output = pf.step("equality", [pf.arith(k == l, yes, from_k), output], [predicate])
                moved = through(pf).apply(f(q), one.z(l), one.w(l), z(l), w(l), using=[
                    one.wide(pf, l, above, yes, given[0]), low, output, first_units(l, yes)])  # fmt: skip
                known = two.inputs.apply(q, using=[bounds.left, inside])
                return same_affine(pf, moved, two.z(l - k)(q), lambda r: pf.arith(
                    two.z(l - k)(q)(r) == f(q)(r), known(r), pf.congruent(lam(j, two.z(j)(q)(r)), zero)))  # fmt: skip

            def later(no: Fact) -> Fact:
                width = pf.lemma("if_false", *w(l).args, using=[no])
                unit = projection(pf).apply(z(l), w(l), q, using=[bounds.left, pf.arith(q <= w(l), bounds, width)])
                return same_affine(pf, unit, two.z(l - k)(q), lambda r: pf.arith(
                    two.z(l - k)(q)(r) == z(l)(q)(r), pf.lemma("if_false", *z(l)(q)(r).args, using=[no])))  # fmt: skip

            return pf.decide(l <= k, at_k, later)

        return over(pf, 1, two.w(l - k), each)

    def gates(l: Term, bounds: Fact) -> Fact:
        above, below = bounds.left, pf.arith(l <= deep, bounds)
        low = wide(l, above, below)

        def early(yes: Fact) -> Fact:
            before = pf.arith(l <= k, yes)
            inclusion = first_units(l, before)
            width = pf.lemma("if_true", *w(l + 1).args, using=[yes])

            def unit(q: Term, place: Fact) -> Fact:
                gate = one.gates.apply(l, using=[above, pf.arith(l <= k - 1, yes)])
                gate = gate.apply(q, using=[place.left, pf.arith(q <= one.w(l + 1), place, width)])
                same = pointwise(pf, lambda r: pf.lemma("if_true", *z(l + 1)(q)(r).args, using=[yes]))
                return gate_through(pf).apply(one.z(l + 1)(q), z(l + 1)(q), one.z(l), one.w(l), z(l), w(l), using=[
                    one.wide(pf, l, above, before, given[0]), low, gate, inclusion, same])  # fmt: skip

            return over(pf, 1, w(l + 1), unit)

        def late(no: Fact) -> Fact:
            from_k = pf.arith(l - k >= 0, no)
            inclusion = second_units(l, above, from_k, below)
            width = pf.lemma("if_false", *w(l + 1).args, using=[no])
            room = two.wide(pf, l - k, from_k, pf.arith(l - k <= k2, below), given[1])

            def unit(q: Term, place: Fact) -> Fact:
                gate = two.gates.apply(l - k, using=[from_k, pf.arith(l - k <= k2 - 1, bounds)])
                gate = gate.apply(q, using=[place.left, pf.arith(q <= two.w(l - k + 1), place, width)])
                same = pointwise(pf, lambda r: pf.arith(z(l + 1)(q)(r) == two.z(l - k + 1)(q)(r), pf.lemma(
                    "if_false", *z(l + 1)(q)(r).args, using=[no])))  # fmt: skip
                return gate_through(pf).apply(
                    two.z(l - k + 1)(q), z(l + 1)(q), two.z(l - k), two.w(l - k), z(l), w(l),
                    using=[room, low, gate, inclusion, same])  # fmt: skip

            return over(pf, 1, w(l + 1), unit)

        return pf.decide(l + 1 <= k, early, late)

    last = pf.arith(deep <= deep)
    above, from_k = pf.arith(deep >= 0, one.layers, given[2]), pf.arith(deep - k >= 0, given[2])
    back = pf.ring(deep - k, k2)
    same_index = lam(j, every(i, 1, two.w(j), AffineIn(two.z(j)(i), z(deep), w(deep))))
    inclusion = transport(pf, same_index, back, second_units(deep, above, from_k, last))

    def output(q: Term, bounds: Fact) -> Fact:
        inside = two.outputs.apply(q, using=[bounds.left, bounds.right])
        room = two.wide(pf, k2, pf.arith(k2 >= 0, given[2]), pf.arith(k2 <= k2), given[1])
        return through(pf).apply(h(q), two.z(k2), two.w(k2), z(deep), w(deep), using=[
            room, wide(deep, above, last), inside, inclusion])  # fmt: skip

    def width(q: Term, bounds: Fact) -> Fact:
        def early(yes: Fact) -> Fact:
            return pf.arith(w(q) >= 1, pf.lemma("if_true", *w(q).args, using=[yes]), one.widths.apply(
                q, using=[bounds.left, yes]))  # fmt: skip

        def late(no: Fact) -> Fact:
            inside = [pf.arith(1 <= q - k, no), pf.arith(q - k <= k2, bounds)]
            return pf.arith(w(q) >= 1, pf.lemma("if_false", *w(q).args, using=[no]), two.widths.apply(
                q - k, using=inside))  # fmt: skip

        return pf.decide(q <= k, early, late)

    counts = lam(l, w(l))
    parts = sum_appended(pf, k, k2, counts, one.layers, pf.arith(k2 >= 0, given[2]))
    same = equal_sums(pf, term(1), k, counts, lam(l, one.w(l)), lambda q, low, high: pf.lemma(
        "if_true", *w(q).args, using=[high])), equal_sums(pf, term(1), k2, lam(l, counts(k + l)), lam(l, two.w(l)),
        lambda q, low, high: pf.arith(w(k + q) == two.w(q), pf.lemma("if_false", *w(k + q).args, using=[
            pf.arith(negation(k + q <= k), low)])))  # fmt: skip
    size = pf.arith(total(l, 1, deep, w(l)) == s + t, parts, *same, one.size, two.size)
    zero = one.layers
    start = pf.arith(w(0) == d, pf.lemma("if_true", *w(0).args, using=[zero]), one.first)
    inputs = over(pf, 1, d, lambda q, bounds: pointwise(pf, lambda r: pf.arith(
        z(0)(q)(r) == x(q)(r), pf.lemma("if_true", *z(0)(q)(r).args, using=[zero]),
        one.inputs.apply(q, using=[bounds.left, bounds.right])(r))))  # fmt: skip
    fact = assembled(pf, Layered(h, o, x, d, deep, s + t), z, w, above, start, inputs, over(pf, 1, deep, width), size,
                     over(pf, 0, deep - 1, gates), over(pf, 1, o, output))  # fmt: skip
    return _theorem(pf, [x, d, k, f, n, s, k2, h, o, t], given, mark, fact)


@once
def one_layer(pf: Proof) -> Fact:
    """For q >= 1 and d >= 0: affine functions h(1), ..., h(o) of gates u(1), ..., u(q) with inputs x(1), ..., x(d) are
    the outputs of a network with one layer and size q."""
    x, u, h = (pf.fresh(name, FAMILY) for name in "xuh")
    d, q, o = (pf.fresh(name, "int") for name in ("d", "q", "o"))
    given = [pf.assume(f) for f in (d >= 0, q >= 1, every(i, 1, q, Gate(u(i), x, d)),
                                    every(i, 1, o, AffineIn(h(i), u, q)))]  # fmt: skip
    mark = pf.opened
    z, w = lam(l, i, p, where(l <= 0, x(i)(p), u(i)(p))), lam(l, where(l <= 0, d, q))
    at_zero, above = pf.arith(term(0) <= 0), pf.arith(negation(term(1) <= 0))
    start = pf.lemma("if_true", *w(0).args, using=[at_zero])
    width = pf.lemma("if_false", *w(1).args, using=[above])
    wide = pf.arith(w(1) >= 0, width, given[1])
    inputs = over(pf, 1, d, lambda t, bounds: pointwise(pf, lambda r: pf.lemma(
        "if_true", *z(0)(t)(r).args, using=[at_zero])))  # fmt: skip

    def gates(l: Term, bounds: Fact) -> Fact:
        first, next_ = pf.arith(l <= 0, bounds), pf.arith(negation(l + 1 <= 0), bounds)
        known, more = (pf.lemma(rule, *t.args, using=[side]) for rule, t, side in (
            ("if_true", w(l), first), ("if_false", w(l + 1), next_)))  # fmt: skip

        def include(t: Term, inside: Fact) -> Fact:
            unit = projection(pf).apply(z(l), w(l), t, using=[inside.left, pf.arith(t <= w(l), inside, known)])
            return same_affine(pf, unit, x(t), lambda r: pf.arith(
                x(t)(r) == z(l)(t)(r), pf.lemma("if_true", *z(l)(t)(r).args, using=[first])))  # fmt: skip

        inclusion = over(pf, 1, d, include)
        low = pf.arith(w(l) >= 0, known, given[0])

        def unit(t: Term, place: Fact) -> Fact:
            gate = given[2].apply(t, using=[place.left, pf.arith(t <= q, place, more)])
            same = pointwise(pf, lambda r: pf.lemma("if_false", *z(l + 1)(t)(r).args, using=[next_]))
            return gate_through(pf).apply(u(t), z(l + 1)(t), x, d, z(l), w(l), using=[
                given[0], low, gate, inclusion, same])  # fmt: skip

        return over(pf, 1, w(l + 1), unit)

    def unit(t: Term, bounds: Fact) -> Fact:
        new = projection(pf).apply(z(1), w(1), t, using=[bounds.left, pf.arith(t <= w(1), bounds, width)])
        return same_affine(pf, new, u(t), lambda r: pf.arith(
            u(t)(r) == z(1)(t)(r), pf.lemma("if_false", *z(1)(t)(r).args, using=[above])))  # fmt: skip

    units = over(pf, 1, q, unit)
    outputs = over(pf, 1, o, lambda t, bounds: through(pf).apply(h(t), u, q, z(1), w(1), using=[
        pf.arith(q >= 0, given[1]), wide, given[3].apply(t, using=[bounds.left, bounds.right]), units]))  # fmt: skip
    widths = over(pf, 1, term(1), lambda t, bounds: pf.arith(
        w(t) >= 1, pf.lemma("if_false", *w(t).args, using=[pf.arith(negation(t <= 0), bounds)]), given[1]))  # fmt: skip
    counts = lam(l, w(l))
    first = pf.lemma("if_false", *counts(term(0) + 1).args, using=[pf.arith(negation(term(0) + 1 <= 0))])
    sums = pf.lemma("sum_step", 1, 0, counts), pf.lemma("sum_empty", 1, 0, counts)
    size = pf.arith(total(l, 1, 1, w(l)) == q, *sums, first)
    fact = assembled(pf, Layered(h, o, x, d, term(1), q), z, w, pf.arith(term(1) >= 0), start, inputs, widths, size,
                     over(pf, 0, term(1) - 1, gates), outputs)  # fmt: skip
    return _theorem(pf, [x, d, u, q, h, o], given, mark, fact)


def zero_net(pf: Proof) -> tuple[Term, Fact]:
    """The zero family, and that a network with one gate computes it from itself: an instance of hypotheses."""
    zero, one = lam(i, p, term(0)), term(1)
    unit = projection(pf).apply(zero, one, one, using=[pf.arith(one <= 1)])

    def act(t: Term, bounds: Fact) -> Fact:
        return gate_of(pf, unit, zero(t), lambda r: pf.by_cases(
            pf.lemma("max", 0, 0), *[lambda f: pf.arith(term(0) == maximum(0, 0), f)] * 2))  # fmt: skip

    gates = over(pf, 1, one, act)
    outputs = over(pf, 1, one, lambda t, bounds: same_affine(pf, unit, zero(t), lambda r: pf.ring(0, 0)))
    layers = one_layer(pf).apply(zero, one, zero, one, zero, one, using=[
        pf.arith(one >= 0), pf.arith(one >= 1), gates, outputs])  # fmt: skip
    return zero, pf.restate(pf.both(pf.arith(one >= 1), layers), Represents(zero, one, zero, one, one, one))
