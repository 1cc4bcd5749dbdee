"""Equation (2.6), width against pieces: false, w units make w + 1 pieces; for w >= 2 the least loss lies in between."""

from collections.abc import Callable
from fractions import Fraction

from numerics.derive import Fact, Proof
from numerics.sampling import network_pieces_by_width
from numerics.sums import equal_sums
from numerics.terms import (
    Term,
    conj,
    define,
    false,
    forall,
    function,
    iff,
    implies,
    integer,
    lam,
    real,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.chapter_2 import theorem_2_2_2
from theorems.mukherjee2020.networks import pieces_data
from theorems.mukherjee2020.pwl import AtMostPieces, Pieces
from theorems.mukherjee2020.training import Convex, squared, squared_convex, written_out
from theorems.mukherjee2020.training_pieces import few_kinks, padded, units

claim = Claim(
    "mukherjee2020", "equation", "2.6", section="2.4", family="landscape", title="one input: width against pieces",
    uses=["equation_2_3", "theorem_2_2_2.upper", "theorem_2_2_2.lower"],
    statement=r"""For $n = 1$, data $(x_i, y_i) \in \mathbb R^2$, $1 \le i \le D$, and a loss $\ell$ that is convex in
    its first argument, the problem (2.3), to find the least loss of networks of width $w$, is equivalent to finding the
    least $\sum_i \ell(f(x_i), y_i)$ over the piecewise linear functions $f$ with $w$ pieces. (As minima need not exist:
    the same lower bounds; networks as in Definition 2.)""",
)  # fmt: skip

w, D, i, j, p_ = (integer(name) for name in ("w", "D", "i", "j", "p"))
x, y, v, a, c = (function(name, "int->real") for name in ("x", "y", "v", "a", "c"))
ell, f, beta, least = function("ell", "real->real->real"), function("f", "real->real"), real("beta"), real("m")


def loss(f: Term) -> Term:
    """The sum of ell(f(x(i)), y(i))."""
    return total(i, 1, D, ell(f(x(i)))(y(i)))


@define
def OfNetworks(ell: "real->real->real", w: "int", x: "int->real", y: "int->real", D: "int", m: "real") -> Term:
    """No network of w units on the line has a loss below m."""
    return forall(beta, v, a, c, total(i, 1, D, ell(units(v, a, c, beta, w)(x(i)))(y(i))) >= m)


def of_functions(pieces: Term) -> Term:
    """No function with so many pieces has a loss below m."""
    return forall(f, implies(Pieces(f, pieces), loss(f) >= least))


up_to_w = forall(f, p_, implies(Pieces(f, p_), p_ <= w, loss(f) >= least))
one_more = forall(f, implies(AtMostPieces(f, w + 1), loss(f) >= least))
width, pieces = integer("w"), integer("pieces")  # of a network on the line
printed = claim.variant(
    "printed", forall(w, D, x, y, ell, least, implies(
        conj(w >= 1, D >= 1), Convex(ell), iff(OfNetworks(ell, w, x, y, D, least), of_functions(w)))),
    expect="refuted", why="Each of w units has its own kink, so that there may be w + 1 pieces.",
    counterexample="w = 2, D = 4, squared loss, data (-1, 0), (0, 0), (1, 1), (2, 1): max(0, x) - max(0, x - 1) fits, "
                   "functions with 2 pieces leave 1/6 at least.",
    observed=pieces <= width,
)  # fmt: skip
repaired = claim.variant(
    "repaired", forall(w, D, x, y, ell, least, implies(conj(w >= 2, D >= 1), conj(
        implies(one_more, OfNetworks(ell, w, x, y, D, least)), implies(OfNetworks(ell, w, x, y, D, least), up_to_w)))),
    expect="proved",
    why="Functions with at most w pieces are networks of width w, for w >= 2 and with a bias at the output; these are "
        "functions with at most w + 1 pieces, though not all: only for certain slopes on the left.",
    observed=implies(width >= 2, pieces <= width + 1),
)  # fmt: skip


@claim.refute(printed)
def by_a_ramp(p: Proof, goal: Term) -> Fact:
    two, four = term(2), term(4)
    x, y = lam(i, i - 2), lam(i, where(i <= 2, 0, 1))
    low = term(Fraction(1, 6))
    xs, ys = (-1, 0, 1, 2), (0, 0, 1, 1)
    labels = [p.compute(y(m + 1) == q) for m, q in enumerate(ys)]

    def every_function() -> Fact:
        f = p.fresh("f", "real->real")
        counted = p.assume(Pieces(f, two))
        mark = p.opened
        t, alpha, b, facts = pieces_data(p, counted)
        values = facts.split()[-1]
        r = [f(x(m + 1)) - ys[m] for m in range(4)]
        sums = written_out(p, 4, lam(i, squared(f(x(i)))(y(i))))
        summands = [p.arith(squared(f(x(m + 1)))(y(m + 1)) == r[m] ** 2, labels[m], multipliers=[
            1, y(m + 1), f(x(m + 1))]) for m in range(4)]  # fmt: skip
        goal_ = total(i, 1, four, squared(f(x(i)))(y(i))) >= low

        def on(piece: int, m: int, side: Fact) -> Fact:
            """f(x) = alpha(piece) x + b(piece) at the point m."""
            known = values.apply(piece)(x(m + 1))
            for _ in range(2):
                wanted = known.formula.args[0]
                first, second = wanted.args
                done = first.args[0].index == first.args[1].index
                part = p.ring(*first.args) if done else p.arith(second, side)
                known = p.modus_ponens(known, p.or_intro(wanted, part))
            return p.arith(f(x(m + 1)) == alpha(piece) * xs[m] + b(piece), known, multipliers=[1, alpha(piece)])

        def finish(c: list[Term], lines: list[Fact], *facts: Fact) -> Fact:
            """From c(1) r(1) + ... = 1 and c(1)^2 + ... <= 6."""
            h = t(1)
            relation = p.arith(c[0] * r[0] + c[1] * r[1] + c[2] * r[2] + c[3] * r[3] == 1, *lines, multipliers=[1, h])
            least = p.arith(r[0] ** 2 + r[1] ** 2 + r[2] ** 2 + r[3] ** 2 >= low, relation, *facts, squares=[
                r[m] - c[m] * low for m in range(4)])  # fmt: skip
            return p.arith(goal_, least, *summands, *sums)

        def early(yes: Fact) -> Fact:
            return finish([term(0), term(1), term(-2), term(1)], [on(2, m, yes) for m in (1, 2, 3)])

        def late(yes: Fact) -> Fact:
            return finish([term(-1), term(2), term(-1), term(0)], [on(1, m, yes) for m in (0, 1, 2)])

        def between(after: Fact, before: Fact) -> Fact:
            h = t(1)
            meets = [values.apply(piece)(h) for piece in (1, 2)]
            for number, known in enumerate(meets):
                for _ in range(2):
                    wanted = known.formula.args[0]
                    first, second = wanted.args
                    done = first.args[0].index == first.args[1].index
                    part = p.ring(*first.args) if done else p.arith(second, p.congruent(t, p.ring(term(2) - 1, 1)))
                    known = p.modus_ponens(known, p.or_intro(wanted, part))
                meets[number] = known
            meet = p.arith(alpha(1) * h + b(1) == alpha(2) * h + b(2), *meets)
            small = p.arith(h * h <= h, p.arith(h >= 0, after), p.arith(h <= 1, before))
            lines = [on(1, 0, after), on(1, 1, after), on(2, 2, before), on(2, 3, before), meet]
            return finish([-h, 1 + h, -(2 - h), 1 - h], lines, small)

        fact = p.decide(t(1) <= 0, early, lambda no: p.decide(t(1) >= 1, late, lambda off: between(
            p.arith(t(1) >= 0, no), p.arith(t(1) <= 1, off))))  # fmt: skip
        return p.general(f, p.implication(counted.formula, p.close(fact, mark)))

    everything = every_function()

    def contradiction(claimed: Fact) -> Fact:
        sizes = p.compute(two >= 1), p.compute(four >= 1)
        same = claimed.apply(two, four, x, y, squared, low, using=[p.both(*sizes), squared_convex(p)])
        networks = p.open_definition(p.modus_ponens(same.right, everything))
        ramp = networks(0, lam(j, 3 - 2 * j), lam(j, term(1)), lam(j, 1 - j))
        return p.arith(false, ramp, p.compute(ramp.formula.args[1] == 0))

    return p.refute(goal, contradiction)


@claim.prove(repaired)
def by_theorem_2_2_2(p: Proof, goal: Term) -> Fact:
    (w, D, x, y, ell, low), (several, _), conclusion = p.intro(goal)
    width = p.arith(w >= 1, several)
    z = real("z")
    first = conclusion.args[0]

    def equal(f: Term, g: Term, each) -> Fact:
        """The losses of f and g agree; ``each(i)`` gives f(x(i)) = g(x(i))."""
        one, other = (lam(i, ell(h(x(i)))(y(i))) for h in (f, g))
        return equal_sums(p, term(1), D, one, other, lambda i, *_: p.congruent(lam(z, ell(z)(y(i))), each(i)))

    more = p.assume(first.args[0])
    names = ("beta", "real"), *((name, "int->real") for name in ("v", "a", "c"))
    beta, v, a, c = (p.fresh(*name) for name in names)
    net = units(v, a, c, beta, w)
    bound = more.apply(net, using=[few_kinks(p, v, a, c, beta, w, width)])
    networks = OfNetworks(ell, w, x, y, D, low)
    one = p.implication(first.args[0], p.restate(p.general(beta, v, a, c, bound), networks))

    given = p.open_definition(p.assume(networks))
    nodes = theorem_2_2_2.by_hinges(p, theorem_2_2_2.repaired.statement.formula)
    f, q = p.fresh("f", "real->real"), p.fresh("p", "int")
    counted, few = p.assume(Pieces(f, q)), p.assume(q <= w)

    def from_nodes(fact: Fact, room: Callable) -> Fact:
        mark = p.opened
        n, v, a, c, beta, facts = p.obtain(fact, "n", "v", "a", "c", "beta")
        some, high, output = facts.split()
        fits = room(n, high)

        def each(i: Term) -> Fact:
            longer, same = padded(p, v, a, c, n, w, some, fits, x(i))
            return p.arith(units(longer, a, c, beta, w)(x(i)) == f(x(i)), same, output(x(i)))

        longer = lam(j, where(j <= n, v(j), 0))
        same = equal(units(longer, a, c, beta, w), f, each)
        goal_ = total(i, 1, D, ell(f(x(i)))(y(i))) >= low
        return p.close(p.arith(goal_, same, given(beta, longer, a, c)), mark)

    def many(yes: Fact) -> Fact:
        return from_nodes(nodes.left.apply(f, q, using=[counted, yes]), lambda n, high: p.arith(n <= w, high, few))

    def single(no: Fact) -> Fact:
        least_one = p.open_definition(counted).left
        k = integer("k")
        alone = p.step("equality", [p.arith(q == 1, no, least_one), counted], [lam(k, Pieces(f, k))])
        return from_nodes(nodes.right.apply(f, using=[alone]), lambda n, high: p.arith(n <= w, high, several))

    other = p.decide(q >= 2, many, single)
    other = p.general(f, q, p.implication(counted.formula, p.implication(few.formula, other)))
    return p.conclude(goal, [w, D, x, y, ell, low], p.both(one, p.implication(networks, other)))


@claim.satisfied(repaired)
def one_point(p: Proof, formula: Term) -> Fact:
    zero = lam(i, term(0))
    return p.exhibit(formula, [2, 1, zero, zero, squared, 0])


@claim.instances
def shallow_networks(rng, count):
    """Random integer networks with one hidden layer, pieces counted exactly."""
    found = network_pieces_by_width(rng, count)
    shallow = found["k"] == 1
    return {"w": found["w_1"][shallow], "pieces": found["pieces"][shallow]}


claim.mutant("at most w pieces", repaired, implies(width >= 2, pieces <= width))
claim.mutant("exactly w + 1 pieces", repaired, implies(width >= 2, pieces == width + 1))
