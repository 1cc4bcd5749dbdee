"""Lemma 2.E.1, block structure of restricted ReLU circuits: true with the constant 2; only the bottom width matters."""

import math
from collections.abc import Callable

import numpy as np

from numerics.circuits import block_matrices, random_cone, restricted_outputs, vertices
from numerics.derive import Fact, Proof
from numerics.lemmas import over, sum_induction, under
from numerics.rank import block_group_counts
from numerics.sums import equal_sums, smaller_sum, sum_of_constants, sums_linear
from numerics.terms import (
    Term,
    absolute,
    between,
    conj,
    either,
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
    product,
    real,
    some,
    term,
    total,
    where,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020 import pictures
from theorems.mukherjee2020.blocks import (
    common_partition,
    constant_on_blocks,
    cuts_needed,
    ordered,
    singletons,
    unmoved,
)  # fmt: skip
from theorems.mukherjee2020.boolean import power_positive
from theorems.mukherjee2020.orders import ordered_listing
from theorems.mukherjee2020.restricted import Bottom, layers, on_the_line, widths_in_product
from theorems.mukherjee2020.sign_rank import (
    BlockConstant,
    Circuit,
    ConstantOnBlocks,
    RestrictedBottom,
    Undivided,
    bits,
    inner,
)  # fmt: skip

claim = Claim(
    "mukherjee2020", "lemma", "2.E.1", section="2.E", family="sign_rank",
    title="block structure of restricted ReLU circuits", uses=["claim_5", "definition_12"],
    statement=r"""Let $k, w_1, \dots, w_k \ge 1$. Consider all circuits of ReLU gates on $2m$ inputs, restricted to
    $\{-1, 1\}^m \times \{-1, 1\}^m$, with $w_j$ gates at depth $j$ and one output gate at depth $k + 1$, that share all
    weights below the output gate, and whose bottom weights are restricted as in Definition 12 by $W$. Then the rows
    and columns of the $2^m \times 2^m$ matrices $G_i$ of their outputs can be ordered, in one way for all $i$, such
    that each $G_i$ has a contiguous partition of its rows and of its columns into $O((\prod_{i=1}^k w_i)(mW))$ groups
    that makes it constant on every block.""",
)  # fmt: skip

k, m, W, D = (integer(name) for name in ("k", "m", "W", "D"))
i, j, l, r, s, t, x, y = (integer(name) for name in ("i", "j", "l", "r", "s", "t", "x", "y"))
w, C, beta, alpha = function("w", "int->int"), real("C"), real("beta"), function("alpha", "int->real")
a, c, X, Y = (function(name, "int->int->int") for name in ("a", "c", "X", "Y"))
V, b = function("V", "int->int->int->real"), function("b", "int->int->real")
z = function("z", "int->int->int->int->real")
rows, columns = function("r", "int->int"), function("s", "int->int")
relu = lam(real("t"), maximum(0, real("t")))
found, broad = integer("rows"), integer("columns")  # groups of rows and columns of one output matrix
bottom_width, widths_product = integer("w_1"), integer("w")  # and the product of all widths
net = [k, w, m, W, a, c, V, b, z, X, Y]


def output(w: Term, k: Term, z: Term, alpha: Term, beta: Term) -> Term:
    """The matrix of a ReLU output gate above layer k."""
    return lam(x, y, maximum(0, beta + total(i, 1, w(k), alpha(i) * z(k)(i)(x)(y))))


def circuits(conclusion: Term) -> Term:
    """For all circuits with a restricted bottom."""
    return forall(*net, implies(
        k >= 1, every(l, 1, k, w(l) >= 1), RestrictedBottom(a, c, w(1), X, Y, m, W),
        Circuit(z, relu, a, c, V, b, w, k, X, Y, m), conclusion))  # fmt: skip


G = output(w, k, z, alpha, beta)
statement = exists(C, circuits(forall(alpha, beta, exists(D, conj(
    C * product(l, 1, k, w(l)) * (m * W) >= D, BlockConstant(G, 2**m, D))))))  # fmt: skip
depth_free = circuits(exists(rows, columns, forall(alpha, beta, ConstantOnBlocks(
    G, 2**m, rows, columns, w(1) * (m * W) + 1))))  # fmt: skip

printed = claim.variant(
    "printed", statement, expect="proved",
    why="In the orders of Definition 12 each bottom gate has at most mW + 1 groups; Claim 5 adds up their cuts. The "
        "constant 2 does, for naturals W as in Theorem 2.5.5 (for real W near 0 no constant would).",
    observed=conj(found <= 2 * widths_product * (m * W), broad <= 2 * widths_product * (m * W)),
)  # fmt: skip
ones, offset = lam(j, i, term(1)), real("b")
one_sum = maximum(0, offset + inner(ones(1), X(x), m) + inner(ones(1), X(y), m))
one_circuit = output(lam(l, term(1)), term(1), lam(l, i, x, y, one_sum), lam(i, term(1)), term(0))
needed = forall(m, implies(m >= 1, exists(X, offset, conj(
    RestrictedBottom(ones, ones, 1, X, X, m, 1),
    forall(D, implies(D >= 1, BlockConstant(one_circuit, 2**m, D), m + 1 <= D))))))  # fmt: skip

sharpened = claim.variant(
    "sharpened", conj(depth_free, needed), expect="proved",
    why="w_1 m W + 1 groups do for every depth and all widths above the bottom, in one partition for the whole family: "
        "gates above the bottom are entrywise functions of matrices that are constant on the same blocks. For "
        "w_1 = W = 1 so many are needed, for every m: all weights 1.",
    observed=conj(found <= bottom_width * (m * W) + 1, broad <= bottom_width * (m * W) + 1),
)  # fmt: skip


def groups_of_one_gate(p: Proof, goal: Term) -> Fact:
    """With weights 1 the m + 1 values of the sum of the coordinates are in m + 1 groups."""
    (m,), (positive,), wanted = p.intro(goal)
    X, found = p.obtain(ordered_listing(p).apply(m, lam(i, term(1)), using=[positive]), "X")
    sequencing, cone = found.left, found.right
    rises = ordered(p, lam(r, inner(ones(1), X(r), m)), 2**m, p.open_definition(cone))
    u, R = lam(r, inner(ones(1), X(r), m)), 2**m
    shift, size = -(u(1) + u(1)), power_positive(p).apply(m, using=[positive])
    z = lam(l, i, x, y, maximum(0, shift + inner(ones(1), X(x), m) + inner(ones(1), X(y), m)))
    G = output(lam(l, term(1)), term(1), z, lam(i, term(1)), term(0))
    small = over(p, 1, 1, lambda j, _: p.both(over(p, 1, m, lambda i, _: p.compute(between(-term(1), term(1), 1)), "i"),
                                              cone), "j")  # fmt: skip
    one = p.compute(term(1) >= 1)
    bottom = p.restate(p.both(positive, one, one, sequencing, sequencing, small, small), RestrictedBottom(
        ones, ones, 1, X, X, m, 1))  # fmt: skip

    def entry(x: Term, inside: list[Fact]) -> Fact:
        """G(x)(1) = u(x) - u(1)."""
        v = u(x) - u(1)
        up = p.arith(v >= 0, rises.apply(1, x, using=[*inside, size]))
        f = lam(i, 1 * z(1)(i)(x)(1))
        sums = p.lemma("sum_step", 1, 0, f), p.lemma("sum_empty", 1, 0, f)
        first = p.by_cases(p.lemma("max", 0, shift + u(x) + u(1)), *2 * [lambda case: p.arith(
            z(1)(1)(x)(1) == v, case, up)])  # fmt: skip
        whole = 0 + total(i, 1, 1, f(i))
        value = p.arith(whole == v, *sums, first)
        return p.by_cases(p.lemma("max", 0, whole), *2 * [lambda case: p.arith(G(x)(1) == v, case, value, up)])

    D = p.fresh("D", "int")

    def enough(some: Fact, blocks: Fact) -> Fact:
        c_r, _, constant = p.obtain(p.open_definition(blocks), "r", "c")
        s = p.fresh("s", "int")
        inside = between(1, s, m + 1)
        point = lam(i, where(i < s, 1, -1))
        goal = exists(r, implies(inside, conj(between(1, r, R), u(r) == 2 * (s - 1) - m)))

        def row(bounds: Fact) -> Fact:
            complete = p.open_definition(sequencing).split()[2]
            k, fact = p.obtain(complete.apply(point, using=[vertex_of(p, s, m)]), "r")
            same = equal_sums(
                p,
                term(1),
                m,
                lam(t, term(1) * X(k)(t)),
                lam(t, term(1) * point(t)),
                lambda t, low, high: p.arith(
                    term(1) * X(k)(t) == term(1) * point(t), fact.right.apply(t, using=[low, high])
                ),
            )
            value = p.arith(u(k) == 2 * (s - 1) - m, same, sum_of_point(p, s, m, p.arith(m >= 0, positive), bounds))
            return p.witness(goal, k, under(p, inside, lambda _: p.both(fact.left, value)))

        def nothing(no: Fact) -> Fact:
            return p.witness(goal, 1, under(p, inside, lambda yes: p.anything(
                conj(between(1, term(1), R), u(1) == 2 * (s - 1) - m), p.conflict(yes, no))))  # fmt: skip

        at, known = p.obtain(p.choose(p.general(s, p.decide(inside, row, nothing)), "x"), "x")

        def pair(n: Term, bounds: Fact) -> tuple[list[Fact], list[Fact]]:
            """The places of the rows of n and n + 1, and their values."""
            here, there = (known(e).apply(using=[bounds]) for e in (n, n + 1))
            return [here.left, there.left], [here.right, there.right]

        def up(n: Term, bounds: Fact) -> Fact:
            places, values = pair(n, bounds)

            def falls(less: Fact) -> Fact:
                lower = rises.apply(at(n + 1), at(n), using=[*places, p.arith(at(n + 1) <= at(n), less)])
                return p.arith(false, lower, *values)

            return p.absurd(at(n) <= at(n + 1), falls)

        def divided(n: Term, bounds: Fact) -> Fact:
            places, values = pair(n, bounds)
            column = [p.arith(term(1) <= 1), p.arith(term(1) <= R, size)]

            def together(undivided: Fact) -> Fact:
                equal = p.open_definition(constant).apply(at(n), at(n + 1), 1, 1, using=[
                    *places, *column, undivided, unmoved(p, constant.formula.args[3], D, term(1))])  # fmt: skip
                return p.arith(false, equal, *values, *(entry(at(e), place.split()) for e, place in zip(
                    (n, n + 1), places, strict=True)))  # fmt: skip

            return p.refute(Undivided(c_r, D, at(n), at(n + 1)), together)

        few = cuts_needed(p, c_r, D, m, at, some, over(p, 1, m, up, "n"), over(p, 1, m, divided, "n"))
        return p.arith(m + 1 <= D, few)

    many = p.general(
        D, under(p, D >= 1, lambda some: under(p, BlockConstant(G, R, D), lambda blocks: enough(some, blocks)))
    )
    return p.conclude(goal, [m], p.witness(wanted, X, shift, p.both(bottom, many)))


@claim.prove(sharpened)
def by_one_partition(p: Proof, goal: Term) -> Fact:
    circuits_, needed_ = goal.args
    (k, w, m, W, a, c, V, b, z, X, Y), (last, _, bottom, circuit), witnessed = p.intro(circuits_)
    found = layers(p, bottom, circuit)
    constant = p.general(alpha, beta, found.combined(p, alpha, beta, relu, last))
    shown = p.conclude(
        circuits_, [k, w, m, W, a, c, V, b, z, X, Y], p.witness(witnessed, *found.partition[:2], constant)
    )
    return p.both(shown, groups_of_one_gate(p, needed_))


@claim.prove(printed)
def from_the_bottom_width(p: Proof, goal: Term) -> Fact:
    at_two = instance_of(goal, 2)
    (k, w, m, W, a, c, V, b, z, X, Y, alpha, beta), (last, widths, bottom, circuit), wanted = p.intro(at_two)
    found = layers(p, bottom, circuit)
    constant = found.combined(p, alpha, beta, relu, last)
    G, D = constant.formula.args[0], found.partition[2]
    blocks = BlockConstant(G, 2**m, D)
    fact = p.restate(p.witness(p.open_definition(p.assume(blocks)).formula, *found.partition[:2], constant), blocks)
    some, wide, *_ = p.open_definition(bottom).split()
    factor, widest = (
        p.arith(m * W >= 1, some, wide),
        widths_in_product(p, w, k, last, widths).right.apply(1, using=[last]),
    )
    size = p.arith(product(l, 1, k, w(l)) * (m * W) >= w(1) * (m * W), factor, widest)
    one = p.arith(w(1) * (m * W) >= 1, factor, widths.apply(1, using=[last]))
    bounded = p.arith(2 * product(l, 1, k, w(l)) * (m * W) >= D, size, one)
    shown = p.witness(wanted, D, p.both(bounded, fact))
    return p.witness(goal, 2, p.conclude(at_two, [k, w, m, W, a, c, V, b, z, X, Y, alpha, beta], shown))


@claim.instances
def random_circuits(rng, n):
    """Random circuits with m <= 3, W <= 4, one to three hidden layers of at most 3 gates; rows and columns are the
    numbers of groups of the output matrix, counted exactly."""
    shapes = [(m, W, widths) for m in (1, 2, 3) for W in (1, 2, 4)
              for widths in ((1,), (2,), (3,), (1, 2), (2, 1), (2, 3), (2, 1, 2))]  # fmt: skip
    shape = rng.integers(len(shapes), size=n)
    names = ("m", "W", "w_1", "w", "rows", "columns")
    found = {name: shape.astype("float64") for name in names}
    for number, (m, W, widths) in enumerate(shapes):
        here = shape == number
        counts = block_group_counts(restricted_outputs(rng, int(here.sum()), m, W, widths))
        for name, value in zip(names, (m, W, widths[0], math.prod(widths), *counts), strict=True):
            found[name][here] = value
    return found


claim.mutant("the constant 1", printed, found <= widths_product * (m * W))
claim.mutant("m for mW", printed, found <= 2 * widths_product * m)
claim.mutant("w_1 m W groups", sharpened, found <= bottom_width * (m * W))
claim.mutant("no bottom width", sharpened, found <= m * W + 1)

# The steps of the proof.

values = Claim(
    "mukherjee2020", "lemma", "2.E.1", slug="base_values", section="2.E", family="sign_rank",
    title="number of inner-product values", uses=["definition_12"],
    statement=r"""If the entries of $a \in \mathbb Z^m$ have magnitude at most $W$, then $\langle a, x\rangle$ takes at
    most $O(mW)$ different values on $\{-1, 1\}^m$.""",
)  # fmt: skip

N, h, q = integer("N"), function("a", "int->int"), function("q", "int->int")
vertex, small = function("x", "int->int"), every(i, 1, m, between(-W, h(i), W))
norm = total(i, 1, m, absolute(h(i)))


def listed(N: Term, h: Term, m: Term, q: Term) -> Term:
    """Every value of <h, x> is one of q(1), ..., q(N)."""
    return forall(vertex, implies(bits(vertex, m), some(t, 1, N, inner(h, vertex, m) == q(t))))


count, size = integer("values"), integer("norm")  # of one vector: how many values it takes, and its 1-norm

values_printed = values.variant(
    "printed", exists(C, forall(m, W, h, implies(conj(m >= 1, W >= 1), small, exists(N, q, conj(
        C * (m * W) >= N, listed(N, h, m, q)))))), expect="proved",
    why="At most mW + 1 values, one for each possible sum of the magnitudes of the positive terms.",
    observed=count <= 2 * (m * W),
)  # fmt: skip
values_sharpened = values.variant(
    "sharpened", conj(
        forall(m, h, implies(m >= 1, listed(norm + 1, h, m, lam(t, 2 * (t - 1) - norm)))),
        forall(m, implies(m >= 1, forall(N, q, implies(listed(N, lam(i, term(1)), m, q), m + 1 <= N))))),
    expect="proved",
    why="All values lie among -|a|_1, -|a|_1 + 2, ..., |a|_1, which is at most mW + 1 numbers; a = (1, ..., 1) takes "
        "all m + 1 of them.",
    observed=count <= size + 1,
)  # fmt: skip


def signed_sum(p: Proof, h: Term, x: Term, m: Term, some: Fact, signs: Fact) -> tuple[Term, list[Fact]]:
    """T with <h, x> = 2 T - |h|_1 and 0 <= T <= |h|_1: the sum of the |h(i)| of the terms with h(i) x(i) = |h(i)|."""
    magnitude = lam(i, absolute(h(i)))
    kept = lam(i, where(h(i) * x(i) == magnitude(i), magnitude(i), 0))

    def at(i: Term, low: Fact, high: Fact) -> tuple[Fact, Fact, Fact]:
        """h(i) x(i) = 2 kept(i) - |h(i)|, 0 <= kept(i) and kept(i) <= |h(i)|."""
        full, opposite = h(i) * x(i) == magnitude(i), h(i) * x(i) == -magnitude(i)
        both = either(full, opposite)
        of_h, of_x = p.lemma("abs", h(i)), signs.apply(i, using=[low, high])

        def when(case: Fact, at_minus: Term, at_plus: Term) -> Fact:
            """The sign of the term, from that of h(i): one for x(i) = -1, one for x(i) = 1."""
            return p.by_cases(
                of_x,
                *(
                    lambda unit, is_=is_: p.or_intro(both, p.arith(is_, case, unit, multipliers=[h(i)]))
                    for is_ in (at_minus, at_plus)
                ),
            )

        sign = p.by_cases(of_h, lambda up: when(up, opposite, full), lambda down: when(down, full, opposite))
        goals = [h(i) * x(i) == 2 * kept(i) + -1 * magnitude(i), 0 * magnitude(i) <= kept(i), kept(i) <= magnitude(i)]
        positive = p.by_cases(of_h, *2 * [lambda case: p.arith(magnitude(i) >= 0, case)])

        def all_of(*facts: Fact) -> Fact:
            return p.both(*(p.arith(goal, positive, *facts) for goal in goals))

        return p.decide(
            full,
            lambda yes: all_of(yes, p.lemma("if_true", full, magnitude(i), 0, using=[yes])),
            lambda no: all_of(
                p.by_cases(sign, lambda yes: p.anything(opposite, p.conflict(yes, no)), lambda it: it),
                p.lemma("if_false", full, magnitude(i), 0, using=[no]),
            ),
        )

    def part(number: int):
        return lambda i, low, high: at(i, low, high).split()[number]

    T = total(i, 1, m, kept(i))
    same = equal_sums(p, term(1), m, lam(i, h(i) * x(i)), lam(i, 2 * kept(i) + -1 * magnitude(i)), part(0))
    linear = sums_linear(p).apply(1, m, kept, magnitude, 2, -1, using=[some])
    zero = sums_linear(p).apply(1, m, magnitude, magnitude, 0, 0, using=[some])
    low = smaller_sum(
        p,
        term(1),
        m,
        lam(i, 0 * magnitude(i) + 0 * magnitude(i)),
        kept,
        some,
        lambda i, a, b: p.arith(0 * magnitude(i) + 0 * magnitude(i) <= kept(i), part(1)(i, a, b)),
    )
    high = smaller_sum(p, term(1), m, kept, magnitude, some, part(2))
    norm = total(i, 1, m, magnitude(i))
    return T, [p.arith(inner(h, x, m) == 2 * T - norm, same, linear), p.arith(T >= 0, low, zero), high]


def all_values(p: Proof, goal: Term) -> Fact:
    """The values lie among -|h|_1, -|h|_1 + 2, ..., |h|_1."""
    (m, h, x), (some, signs), wanted = p.intro(goal)
    T, (value, low, high) = signed_sum(p, h, x, m, some, signs)
    return p.conclude(goal, [m, h, x], p.exhibit(wanted, [T + 1], value, low, high))


@values.prove(values_printed)
def by_the_norm(p: Proof, goal: Term) -> Fact:
    at_two = instance_of(goal, 2)
    (m, W, h), (some, wide, small), wanted = p.intro(at_two)
    magnitude = lam(i, absolute(h(i)))

    def below(i: Term, low: Fact, high: Fact) -> Fact:
        bounds = small.apply(i, using=[low, high])
        return p.by_cases(p.lemma("abs", h(i)), *2 * [lambda case: p.arith(magnitude(i) <= W, case, bounds)])

    norm = total(i, 1, m, magnitude(i))
    size = p.arith(
        norm <= m * W,
        smaller_sum(p, term(1), m, magnitude, lam(i, W), some, below),
        sum_of_constants(p).apply(1, m, W, using=[some]),
    )
    x = p.fresh("x", "int->int")

    def place(signs: Fact) -> Fact:
        T, (value, low, high) = signed_sum(p, h, x, m, some, signs)
        goal = listed(m * W + 1, h, m, lam(t, 2 * (t - 1) - norm))
        return p.exhibit(instance_of(goal, x).args[1], [T + 1], value, low, high, size)

    every_value = p.general(x, under(p, bits(x, m), place))
    groups = p.arith(m * W + 1 <= 2 * (m * W), p.arith(m * W >= 1, some, wide))
    shown = p.witness(wanted, m * W + 1, lam(t, 2 * (t - 1) - norm), p.both(groups, every_value))
    return p.witness(goal, 2, p.conclude(at_two, [m, W, h], shown))


def sum_of_point(p: Proof, s: Term, m: Term, above: Fact, bounds: Fact) -> Fact:
    """The sum of the vertex whose coordinates before s are 1 and the others -1 is 2 (s - 1) - m; 1 <= s <= m + 1."""
    entry = lam(t, term(1) * where(t < s, 1, -1))

    def claim(n: Term) -> Term:
        whole = total(t, 1, n, entry(t))
        return conj(implies(s <= n + 1, whole == 2 * (s - 1) - n), implies(n + 1 <= s, whole == n))

    def step(n: Term, low: Fact, here: Fact, sums: list[Fact]) -> Fact:
        mixed, positive = (part.args[1] for part in claim(n + 1).args)

        def one_more(far: Fact) -> Fact:
            before = p.arith(n + 1 < s, far)
            return p.arith(positive, *sums, here.right.apply(using=[before]),
                           p.lemma("if_true", before.formula, 1, -1, using=[before]))  # fmt: skip

        def one_less(near: Fact) -> Fact:
            beyond = p.arith(negation(n + 1 < s), near)
            return p.arith(mixed, *sums, here.left.apply(using=[near]), p.lemma(
                "if_false", n + 1 < s, 1, -1, using=[beyond]))  # fmt: skip

        return p.both(
            under(p, s <= n + 1 + 1, lambda bound: p.decide(s <= n + 1, one_less, lambda far: p.arith(
                mixed, one_more(far), bound, far))),
            under(p, n + 1 + 1 <= s, one_more))  # fmt: skip

    return sum_induction(p, m, above, claim, [entry], step, bounds).left.apply(using=[bounds])


def vertex_of(p: Proof, s: Term, m: Term) -> Fact:
    """The point whose coordinates before s are 1 and the others -1 is a vertex of the cube."""
    point = lam(i, where(i < s, 1, -1))

    def entry(i: Term, _: Fact) -> Fact:
        signs = either(point(i) == -1, point(i) == 1)
        return p.decide(i < s, lambda yes: p.or_intro(signs, p.lemma("if_true", i < s, 1, -1, using=[yes])),
                        lambda no: p.or_intro(signs, p.lemma("if_false", i < s, 1, -1, using=[no])))  # fmt: skip

    return over(p, 1, m, entry, "t")


def all_reached(p: Proof, goal: Term) -> Fact:
    """(1, ..., 1) has m + 1 values, by the pigeonhole principle."""
    (m, N, q), (above, told), _ = p.intro(goal)
    s = p.fresh("s", "int")
    point = lam(i, where(i < s, 1, -1))
    positive = p.arith(m >= 0, above)

    def place(bounds: Fact) -> Fact:
        t, fact = p.obtain(told.apply(point, using=[vertex_of(p, s, m)]), "t")
        value = p.arith(q(t) == 2 * (s - 1) - m, fact.right, sum_of_point(p, s, m, positive, bounds))
        return p.witness(exists_place, t, under(p, bounds.formula, lambda _: p.both(fact.left, value)))

    inside = between(1, s, m + 1)
    exists_place = exists(t, implies(inside, conj(between(1, t, N), q(t) == 2 * (s - 1) - m)))
    anything = lambda no: p.witness(exists_place, 1, under(p, inside, lambda yes: p.anything(  # noqa: E731
        conj(between(1, term(1), N), q(1) == 2 * (s - 1) - m), p.conflict(yes, no))))  # fmt: skip
    f, at = p.obtain(p.choose(p.general(s, p.decide(inside, place, anything)), "f"), "f")
    u, v = p.fresh("i", "int"), p.fresh("j", "int")

    def different(bounds: Fact) -> Fact:
        def clash(equal: Fact) -> Fact:
            first, second = (at(e).apply(using=[bounds]).right for e in (u, v))
            return p.arith(false, p.rewrite(first, equal), second, bounds)

        return p.refute(f(u) == f(v), clash)

    injective = p.general(u, v, under(p, conj(u >= 1, u < v, v <= m + 1), different))
    within = over(p, 1, m + 1, lambda e, bounds: at(e).apply(using=[bounds]).left)
    room = p.arith(N >= 0, at(1).apply(using=[positive]).left)
    fact = p.lemma("pigeonhole", f, m + 1, N, using=[room, within, injective])
    return p.conclude(goal, [m, N, q], fact)


@values.prove(values_sharpened)
def by_signs(p: Proof, goal: Term) -> Fact:
    return p.both(all_values(p, goal.args[0]), all_reached(p, goal.args[1]))


@values.satisfied(values_sharpened)
def in_one_dimension(p: Proof, formula: Term) -> Fact:
    return p.exhibit(formula, [1], p.compute(term(1) >= 1))


@values.instances
def random_vectors(rng, n):
    """Random integer vectors with m <= 5 and W <= 4, all ones among them; values counts the inner products exactly."""
    m, W = rng.integers(1, 5, size=n, endpoint=True), rng.integers(1, 4, size=n, endpoint=True)
    a = rng.integers(-W[:, None], W[:, None], size=(n, 5), endpoint=True)
    a[rng.random(n) < 0.1] = 1
    a = np.where(np.arange(5) < m[:, None], a, 0)
    found = np.sort(a @ vertices(5).T, axis=1)
    count = 1 + (np.diff(found, axis=1) != 0).sum(axis=1)
    found = {"m": m, "W": W, "norm": abs(a).sum(axis=1), "values": count}
    return {name: value.astype("float64") for name, value in found.items()}


values.mutant("mW values", values_printed, count <= m * W)
values.mutant("2m values", values_printed, count <= 2 * m)
values.mutant("|a|_1 values", values_sharpened, count <= size)
values.mutant("as many values as that for every a", values_sharpened, size + 1 <= count)

order = Claim(
    "mukherjee2020", "lemma", "2.E.1", slug="base_order", section="2.E", family="sign_rank",
    title="one ordering serves all bottom gates", uses=["definition_12", "lemma_2_e_1.base_values"],
    statement=r"""Under the restriction of Definition 12, the orders of rows and columns in which
    $\langle a^1, x\rangle$ and $\langle a^2, y\rangle$ increase are the same for all bottom gates, and in these orders
    the matrix of outputs of each of them has a contiguous partition into $O(mW)$ groups of rows and of columns, by
    these values, that makes it constant on every block.""",
)  # fmt: skip

width = integer("w")
bias = function("b", "int->real")


def bottom_gate(a: Term, c: Term, X: Term, Y: Term, m: Term, b: Term, j: Term) -> Term:
    """The matrix of outputs of the bottom gate j."""
    return lam(x, y, maximum(0, b(j) + inner(a(j), X(x), m) + inner(c(j), Y(y), m)))


def rises(a: Term, X: Term, m: Term, j: Term) -> Term:
    """<a(j), X(r)> does not decrease in r."""
    return forall(r, s, implies(conj(r >= 1, r <= s, s <= 2**m), inner(a(j), X(r), m) <= inner(a(j), X(s), m)))


falls, inside = integer("falls"), integer("inside")  # of a second vector along the order; 1 if it is in the same cone


def all_gates(blocks: Callable[[Term], Term]) -> Term:
    """For all restricted bottoms and all gates: the products rise in the two orders, and what is said of the matrix."""
    return forall(
        a,
        c,
        width,
        X,
        Y,
        m,
        W,
        bias,
        implies(
            RestrictedBottom(a, c, width, X, Y, m, W),
            every(j, 1, width, conj(rises(a, X, m, j), rises(c, Y, m, j), blocks(bottom_gate(a, c, X, Y, m, bias, j)))),
        ),
    )


order_printed = order.variant(
    "printed", exists(C, all_gates(lambda gate: exists(D, conj(C * (m * W) >= D, BlockConstant(gate, 2**m, D))))),
    expect="proved",
    why="The cone of an order consists of the vectors whose inner products rise along it; mW cuts separate the values.",
    observed=conj(implies(inside == 1, falls == 0), found <= 2 * (m * W)),
)  # fmt: skip
order_sharpened = order.variant(
    "sharpened", all_gates(lambda gate: BlockConstant(gate, 2**m, m * W + 1)), expect="proved",
    why="The number of values, mW + 1, itself.",
    observed=conj(implies(inside == 1, falls == 0), found <= m * W + 1),
)  # fmt: skip


def risen(p: Proof, layer: Bottom, b: Term, j: Term, bounds: Fact) -> list[Fact]:
    """The products rise in both orders, and gate j is block constant with mW + 1 groups."""
    a, c, X, Y, m = layer.a, layer.c, layer.X, layer.Y, layer.m
    *_, left, right = p.open_definition(layer.restricted).split()

    def rising_along(vectors: Term, order: Term, restricted: Fact) -> Fact:
        cone = p.open_definition(restricted.apply(j, using=[bounds]).right)
        up = ordered(p, lam(r, inner(vectors(j), order(r), m)), 2**m, cone)
        first, last = p.fresh("r", "int"), p.fresh("s", "int")
        along = conj(first >= 1, first <= last, last <= 2**m)
        return p.general(first, last, under(p, along, lambda at: up.apply(first, last, using=[at])))

    u, v, constant = p.obtain(p.open_definition(layer.gate(p, j, bounds)), "r", "c")
    G, D, z = bottom_gate(a, c, X, Y, m, b, j), m * layer.W + 1, real("t")

    def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
        x, u, y, v = places
        same = p.open_definition(constant).apply(*places, using=[*inside, rows, columns])
        return p.arith(G(x)(y) == G(u)(v), p.congruent(lam(z, maximum(0, b(j) + z)), same))

    wanted = BlockConstant(G, 2**m, D)
    blocks = constant_on_blocks(p, G, 2**m, u, v, D, equal)
    shown = p.restate(p.witness(p.open_definition(p.assume(wanted)).formula, u, v, blocks), wanted)
    return [rising_along(a, X, left), rising_along(c, Y, right), shown]


@order.prove(order_sharpened)
def by_the_cones(p: Proof, goal: Term) -> Fact:
    (a, c, width, X, Y, m, W, b), (bottom,), _ = p.intro(goal, premises=1)
    layer = Bottom(a, c, width, X, Y, m, W, bottom)
    every_gate = over(p, 1, width, lambda j, bounds: p.both(*risen(p, layer, b, j, bounds)), "j")
    return p.conclude(goal, [a, c, width, X, Y, m, W, b], every_gate)


@order.prove(order_printed)
def with_the_constant_two(p: Proof, goal: Term) -> Fact:
    at_two = instance_of(goal, 2)
    (a, c, width, X, Y, m, W, b), (bottom,), wanted = p.intro(at_two, premises=1)
    layer = Bottom(a, c, width, X, Y, m, W, bottom)
    some, wide, *_ = p.open_definition(bottom).split()
    few = p.arith(m * W + 1 <= 2 * (m * W), p.arith(m * W >= 1, some, wide))

    def gate(j: Term, bounds: Fact) -> Fact:
        left, right, blocks = risen(p, layer, b, j, bounds)
        exists_groups = instance_of(wanted, j).args[1].args[1].args[1]
        return p.both(left, right, p.witness(exists_groups, m * W + 1, p.both(few, blocks)))

    shown = p.conclude(at_two, [a, c, width, X, Y, m, W, b], over(p, 1, width, gate, "j"))
    return p.witness(goal, 2, shown)


@order.satisfied(order_sharpened)
def by_one_bottom_gate(p: Proof, formula: Term) -> Fact:
    terms, bottom = on_the_line(p)
    return p.exhibit(formula, [*terms, lam(j, term(0)), 1], bottom)


@order.instances
def random_gates(rng, n):
    """A bottom gate with weights in a random cone, m <= 3 and W <= 4; rows counts the groups of its matrix. A second
    vector is in the same cone (inside is 1) or anywhere in the box, and falls counts its decreases along the order."""
    names = ("m", "W", "rows", "inside", "falls")
    found = {name: np.zeros(n) for name in names}
    shape = rng.integers(9 * 16, size=n)
    for number in range(9 * 16):
        here, m, W = shape == number, 1 + number % 3, (1, 2, 4)[number // 3 % 3]
        order, cone = random_cone(rng, m, W)
        gates = np.maximum(0, (cone[rng.integers(len(cone), size=here.sum())] @ order.T)[:, :, None] + m * W)
        inside = rng.integers(0, 2, size=here.sum())
        other = np.where(inside[:, None] == 1, cone[rng.integers(len(cone), size=here.sum())],
                            rng.integers(-W, W + 1, size=(here.sum(), m)))  # fmt: skip
        falls = (np.diff(other @ order.T, axis=1) < 0).sum(axis=1)
        for name, value in zip(names, (m, W, block_group_counts(gates)[0], inside, falls), strict=True):
            found[name][here] = value
    return found


order.mutant("mW groups of rows", order_printed, conj(implies(inside == 1, falls == 0), found <= m * W))
order.mutant("any integer vectors", order_printed, conj(falls == 0, found <= 2 * (m * W)))
order.mutant("mW groups", order_sharpened, conj(implies(inside == 1, falls == 0), found <= m * W))
order.mutant("any integer vectors, again", order_sharpened, conj(falls == 0, found <= m * W + 1))

common = Claim(
    "mukherjee2020", "lemma", "2.E.1", slug="common_partition", section="2.E", family="sign_rank",
    title="partition is common to the family", uses=["claim_5"],
    statement=r"""Let $G_1, \dots, G_w$ satisfy the hypothesis of Claim 5. For all choices of $a \in \mathbb R^w$ and
    $b \in \mathbb R$, the matrices $\max\{0, bJ + \sum_i a_i G_i\}$ are constant on the blocks of one and the same
    contiguous partition, so that they again satisfy the hypothesis of Claim 5.""",
)  # fmt: skip

M, A, groups = integer("M"), function("A", "int->int->int->real"), width * (D - 1) + 1
phi = function("phi", "real->real")


def family(phi: Term, alpha: Term, beta: Term, A: Term, w: Term) -> Term:
    """phi, entrywise, of an affine combination of A(1), ..., A(w)."""
    return lam(x, y, phi(beta + total(i, 1, w, alpha(i) * A(i)(x)(y))))


def one_partition(quantified: list[Term], phi: Term) -> Term:
    """One partition for the family."""
    constant = ConstantOnBlocks(family(phi, alpha, beta, A, width), M, rows, columns, groups)
    return forall(width, M, D, A, implies(
        conj(width >= 1, M >= 1, D >= 1), every(i, 1, width, BlockConstant(A(i), M, D)),
        exists(rows, columns, forall(*quantified, constant))))  # fmt: skip


common_printed = common.variant(
    "printed", one_partition([alpha, beta], relu), expect="proved",
    why="The cuts of all G_i together serve for every combination.", observed=found <= groups,
)  # fmt: skip
common_sharpened = common.variant(
    "sharpened", one_partition([phi, alpha, beta], phi), expect="proved",
    why="Any entrywise function keeps the partition, not only max(0, .), and hence every layer further up does: the "
        "number of groups grows no more after the first sum.",
    observed=found <= groups,
)  # fmt: skip


@common.prove(common_printed, common_sharpened)
def by_all_cuts(p: Proof, goal: Term) -> Fact:
    (width, M, D, A), (count, _, some, each), witnessed = p.intro(goal)
    r, c, constant = p.obtain(common_partition(p, A, width, M, D, p.arith(width >= 0, count), some, each), "r", "c")
    phi = p.fresh("phi", "real->real") if goal is common_sharpened.statement.formula else relu
    K, t, G = width * (D - 1) + 1, real("t"), family(phi, alpha, beta, A, width)

    def equal(places: list[Term], inside: list[Fact], rows: Fact, columns: Fact) -> Fact:
        x, u, y, v = places
        terms = [lam(i, alpha(i) * A(i)(e)(f)) for e, f in ((x, y), (u, v))]
        same = equal_sums(p, term(1), width, *terms, lambda i, low, high: p.arith(
            terms[0](i) == terms[1](i), p.open_definition(constant.apply(i, using=[low, high])).apply(
                x, u, y, v, using=[*inside, rows, columns]), multipliers=[alpha(i)]))  # fmt: skip
        return p.congruent(lam(t, phi(beta + t)), same)

    quantified = [alpha, beta] if phi is relu else [phi, alpha, beta]
    fact = p.general(*quantified, constant_on_blocks(p, G, M, r, c, K, equal))
    return p.conclude(goal, [width, M, D, A], p.witness(witnessed, r, c, fact))


@common.satisfied(common_printed, common_sharpened)
def by_one_entry(p: Proof, formula: Term) -> Fact:
    zero = lam(x, y, term(0))
    return p.witness(formula, 1, 1, 1, lam(i, zero), p.both(
        p.compute(conj(*[term(1) >= 1] * 3)), over(p, 1, 1, lambda i, _: singletons(p, zero, term(1)))))  # fmt: skip


@common.instances
def random_families(rng, n):
    """Three random combinations of random families with w <= 3, M <= 7, D <= 3, under max(0, .) and squaring; rows is
    the number of groups of rows that serve for all of them."""
    w, M, D = (rng.integers(1, top, size=n, endpoint=True) for top in (3, 7, 3))
    rows = 0 * w
    for sizes in sorted(set(zip(w.tolist(), M.tolist(), D.tolist(), strict=True))):
        here = (w == sizes[0]) & (sizes[1] == M) & (sizes[2] == D)
        matrices = block_matrices(rng, int(here.sum()), *sizes)
        weights = rng.integers(-3, 4, size=(here.sum(), 3, sizes[0]))
        bias = rng.integers(-9, 10, size=(here.sum(), 3, 1, 1))
        combined = np.einsum("nki,nixy->nkxy", weights, matrices) + bias
        images = np.concatenate([np.maximum(0, combined), combined**2], axis=1)
        rows[here] = block_group_counts(images.transpose(0, 2, 1, 3).reshape(len(images), sizes[1], -1))[0]
    return {"w": w.astype("float64"), "D": D.astype("float64"), "rows": rows.astype("float64")}


common.mutant("one group fewer", common_printed, found <= groups - 1)
common.mutant("the groups of one summand", common_printed, found <= D)
common.mutant("one group fewer", common_sharpened, found <= groups - 1)
common.mutant("the groups of one summand", common_sharpened, found <= D)

recursion = Claim(
    "mukherjee2020", "lemma", "2.E.1", slug="induction", section="2.E", family="sign_rank",
    title="group count recursion", uses=["claim_5"],
    statement=r"""Claim 5, applied layer by layer, gives numbers of groups $D_1 = mW + 1$ and
    $D_{l+1} = w_l (D_l - 1) + 1$; hence $D_{k+1} = O((\prod_{i=1}^k w_i)(mW))$.""",
)  # fmt: skip

groups_of = function("D", "int->int")
layers_of = conj(k >= 1, m >= 1, W >= 1, every(l, 1, k, w(l) >= 1))
steps = conj(groups_of(1) == m * W + 1, every(l, 1, k, groups_of(l + 1) == w(l) * (groups_of(l) - 1) + 1))
last_groups = integer("D")

recursion_printed = recursion.variant(
    "printed", exists(C, forall(k, w, m, W, groups_of, implies(
        layers_of, steps, groups_of(k + 1) <= C * product(l, 1, k, w(l)) * (m * W)))), expect="proved",
    why="The recursion has the solution 1 + mW w_1 ... w_k, at most twice mW w_1 ... w_k.",
    observed=last_groups <= 2 * widths_product * (m * W),
)  # fmt: skip
recursion_sharpened = recursion.variant(
    "sharpened", forall(k, w, m, W, groups_of, implies(
        k >= 0, steps, groups_of(k + 1) == 1 + product(l, 1, k, w(l)) * (m * W))), expect="proved",
    why="Exactly, and for all integers.", observed=last_groups == 1 + widths_product * (m * W),
)  # fmt: skip


def solved(p: Proof, k: Term, w: Term, m: Term, W: Term, D: Term, above: Fact, first: Fact, following: Fact) -> Fact:
    """D(k+1) = 1 + mW w(1) ... w(k)."""
    factors = lam(l, w(l))

    def claim(n: Term) -> Term:
        return implies(n <= k, D(n + 1) == 1 + product(l, 1, n, w(l)) * (m * W))

    def start() -> Fact:
        return under(p, term(0) <= k, lambda _: p.arith(
            claim(term(0)).args[1], first, p.lemma("prod_empty", 1, 0, factors), multipliers=[m * W]))  # fmt: skip

    def step(n: Term, low: Fact, here: Fact) -> Fact:
        return under(p, n + 1 <= k, lambda within: p.arith(
            claim(n + 1).args[1], here.apply(using=[within]), following.apply(n + 1, using=[low, within]),
            p.lemma("prod_step", 1, n, factors, using=[low]), multipliers=[m * W, w(n + 1)]))  # fmt: skip

    return p.induction("n", 0, claim, start, step).apply(k, using=[above, p.arith(k <= k)])


@recursion.prove(recursion_sharpened)
def by_induction(p: Proof, goal: Term) -> Fact:
    (k, w, m, W, D), (above, first, following), _ = p.intro(goal)
    return p.conclude(goal, [k, w, m, W, D], solved(p, k, w, m, W, D, above, first, following))


@recursion.prove(recursion_printed)
def by_the_solution(p: Proof, goal: Term) -> Fact:
    at_two = instance_of(goal, 2)
    (k, w, m, W, D), (last, some, wide, positive, first, following), wanted = p.intro(at_two)
    exact = solved(p, k, w, m, W, D, p.arith(k >= 0, last), first, following)
    widest = widths_in_product(p, w, k, last, positive).left
    least = p.arith(product(l, 1, k, w(l)) * (m * W) >= 1, widest, p.arith(m * W >= 1, some, wide))
    return p.witness(goal, 2, p.conclude(at_two, [k, w, m, W, D], p.arith(wanted, exact, least)))


@recursion.satisfied(recursion_sharpened)
def without_layers(p: Proof, formula: Term) -> Fact:
    return p.witness(
        formula,
        0,
        lam(l, term(1)),
        1,
        1,
        lam(l, term(2)),
        p.compute(
            conj(term(0) >= 0, term(2) == term(1) * 1 + 1, every(l, 1, 0, term(2) == term(1) * (term(2) - 1) + 1))
        ),
    )


@recursion.instances
def random_widths(rng, n):
    """Up to four layers of widths up to 5, m and W up to 9; D follows the recursion."""
    m, W = rng.integers(1, 10, size=(2, n))
    widths = np.where(np.arange(4) < rng.integers(1, 5, size=(n, 1)), rng.integers(1, 6, size=(n, 4)), 1)
    D = m * W + 1
    for width in widths.T:
        D = width * (D - 1) + 1
    found = {"m": m, "W": W, "w": widths.prod(axis=1), "D": D}
    return {name: value.astype("float64") for name, value in found.items()}


recursion.mutant("the constant 1", recursion_printed, last_groups <= widths_product * (m * W))
recursion.mutant("3/2 for 2", recursion_printed, last_groups <= term("3/2") * widths_product * (m * W))
recursion.mutant("without the 1", recursion_sharpened, last_groups == widths_product * (m * W))
recursion.mutant("1 + W w_1 ... w_k", recursion_sharpened, last_groups == 1 + widths_product * W)

claim.picture(pictures.circuit_blocks)
