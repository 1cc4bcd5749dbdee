"""Lemma 2.A.4, maxima of ReLU networks: true with the logarithm rounded up and with gates for padding; as printed, the
depth of maxima without rounding and the size without padding, it is open.
"""

import numpy as np

from numerics import relu
from numerics.derive import Fact, Proof
from numerics.lemmas import over
from numerics.sampling import integers
from numerics.terms import (
    Term,
    conj,
    every,
    exists,
    false,
    floor,
    forall,
    function,
    implies,
    integer,
    lam,
    some,
    term,
    total,
    vector,
)  # fmt: skip
from theorems.claim import Claim
from theorems.mukherjee2020.deep_nets import Greatest, Least, Represents, single, zero_net
from theorems.mukherjee2020.logarithms import log2
from theorems.mukherjee2020.maxima import (
    ceil_log2,
    exponent_order,
    least_is_greatest,
    logarithms_defined,
    negated,
    of_many,
    renamed,
    rounds,
)  # fmt: skip

x, f = function("x", "int->V->real"), function("f", "int->V->real")
g, h = function("g", "V->real"), function("h", "V->real")
k, s = function("k", "int->int"), function("s", "int->int")
n, m, K, i, q, t, p = (*(integer(name) for name in ("n", "m", "K", "i", "q", "t")), vector("p"))
hypotheses = conj(
    n >= 1, m >= 1, every(i, 1, m, Represents(single(f(i)), 1, x, n, k(i), s(i))), every(i, 1, m, k(i) <= K),
    some(i, 1, m, K == k(i)), Greatest(g, f, m), Least(h, f, m))  # fmt: skip
sizes = total(i, 1, m, s(i))
padding = total(i, 1, m, s(i) + 2 * (K - k(i)))
gates, sharp_gates = 4 * (2 * m - 1), m + 2 * 2 ** ceil_log2(m) - 3


def represented(g: Term, *bounds: Term) -> Term:
    """A network of q hidden layers and size t with the given bounds has the output g."""
    return exists(q, t, conj(Represents(single(g), 1, x, n, q, t), *bounds))


def for_families(*conclusion: Term) -> Term:
    return forall(x, f, k, s, n, m, K, g, h, implies(hypotheses, *conclusion))


rounded = q + 1 <= K + ceil_log2(m) + 1
depth, size, layers, count, rounds_, given, pad = (integer(name) for name in (
    "depth", "size", "K", "m", "rounds", "sizes", "padding"))  # fmt: skip
wanted, value, floor_ = integer("wanted"), integer("value"), integer("floor_of_log")

maxima = Claim(
    "mukherjee2020", "lemma", "2.A.4", slug="max", section="2.A", family="pwl_networks",
    title="depth of maxima of nets", uses=["lemma_2_a_2", "section_2_a.t_max"],
    statement=r"""If $f_1, \dots, f_m: \mathbb R^n \to \mathbb R$, $m \ge 1$, are computed by ReLU networks of depths
    $k_i + 1$, then their maximum is computed by one of depth at most $\max_i k_i + \log_2 m + 1$, and their minimum by
    one of depth at most $\max_i k_i + \lceil\log_2 m\rceil + 1$.""",
)  # fmt: skip
printed_depth = maxima.variant(
    "printed", for_families(conj(represented(g, q + 1 <= K + log2(m) + 1), represented(h, rounded))), expect="open",
    why="Depths are integers, so without rounding up the maximum of three networks of depth 2, such as max{x_1, x_2}, "
        "max{x_3, x_4} and max{x_5, x_6}, would have depth 3. Two hidden layers suffice for the maximum of five "
        "numbers (Bakaev, Brunck, Hertrich, Stade, Yehudayoff, arXiv 2505.14338, 2025); for six it is not known.",
)  # fmt: skip
rounded_depth = maxima.variant(
    "repaired", for_families(conj(represented(g, rounded), represented(h, rounded))), expect="proved",
    why="Halve the family again and again; each round costs one layer, and the shorter of two networks is padded.",
    observed=conj(value == wanted, depth <= layers + rounds_ + 1),
)  # fmt: skip

size_claim = Claim(
    "mukherjee2020", "lemma", "2.A.4", slug="size", section="2.A", family="pwl_networks",
    title="size of maxima of nets", uses=["lemma_2_a_2", "section_2_a.t_max"],
    statement=r"""The network of depth at most $\max_i k_i + \lceil\log_2 m\rceil + 1$ for the maximum, and that for the
    minimum, has size at most $s_1 + \dots + s_m + 4(2m - 1)$, where $s_i$ are the sizes of the given ones.
    (Repaired: at most $\sum_i (s_i + 2 (\max_j k_j - k_i)) + 4(2m - 1)$, which is the printed size where all $k_i$ are
    equal. Sharpened: with $m + 2 \cdot 2^{\lceil\log_2 m\rceil} - 3 \le 5(m - 1)$ in place of $4(2m - 1)$, which is
    $3(m - 1)$ for powers of 2.)""",
)  # fmt: skip


def sized(bound: Term) -> Term:
    return for_families(conj(represented(g, rounded, t <= bound), represented(h, rounded, t <= bound)))


printed_size = size_claim.variant(
    "printed", sized(sizes + gates), expect="open",
    why="The proof puts networks of different depths side by side without gates that hand the outputs of the shorter "
        "ones on: 2 for each missing layer. For equal depths the repaired bound is the printed one; for others neither "
        "a network of the printed size nor a function that needs more is known to us.",
)  # fmt: skip
padded_size = size_claim.variant(
    "repaired", sized(padding + gates), expect="proved",
    why="Two gates hand one number on: t = max(0, t) - max(0, -t).",
    observed=size <= given + pad + 4 * (2 * count - 1),
)  # fmt: skip
sharpened_size = size_claim.variant(
    "sharpened", sized(padding + sharp_gates), expect="proved",
    why="max{x, y} = max(0, x - y) + max(0, y) - max(0, -y) takes three gates, and halving leaves little to pad.",
    observed=size <= given + pad + count + 2 * 2**rounds_ - 3,
)  # fmt: skip


@maxima.prove(rounded_depth)
@size_claim.prove(padded_size, sharpened_size)
def by_a_tournament(pf: Proof, goal: Term) -> Fact:
    values, given, conclusion = pf.intro(goal)
    x, f, k, s, n, m, K, g, h = values
    dimension, many, nets, below, at, top, bottom = given
    inputs = pf.arith(n >= 0, dimension)
    _, _, few = rounds(pf).apply(m, using=[many]).split()
    low = rounds(pf).apply(m, using=[many]).left

    def positive() -> Fact:
        """K >= 1, since some k(i) is K."""
        mark = pf.opened
        place, inside = pf.obtain(at, "i")
        net = pf.open_definition(nets.apply(place, using=[inside.left.left, inside.left.right]))
        return pf.close(pf.arith(K >= 1, inside.right, net.left), mark)

    def layered(of: Fact) -> Fact:
        return pf.open_definition(of).right

    def found(goal: Term, net: Fact, count: Term) -> Fact:
        """The conclusion for one function from its network: K + L layers, K >= 1."""
        deep = K + ceil_log2(m)
        whole = pf.restate(pf.both(pf.arith(deep >= 1, positive(), low), net.left),
                           Represents(*net.formula.args[0].args))  # fmt: skip
        return pf.exhibit(goal, [deep, count], whole, net.right, few, many)

    def greatest(goal: Term) -> Fact:
        plain = over(pf, 1, m, lambda t, b: layered(nets.apply(t, using=[b.left, b.right])))
        mark = pf.opened
        count, net = pf.obtain(of_many(pf).apply(x, n, m, K, f, g, k, s, using=[
            inputs, many, plain, below, top]), "t")  # fmt: skip
        return pf.close(found(goal, net, count), mark)

    def least(goal: Term) -> Fact:
        minus, lowest = lam(i, p, -f(i)(p)), lam(p, -h(p))
        plain = over(pf, 1, m, lambda t, b: negated(pf).apply(x, n, k(t), f(t), s(t), using=[
            inputs, layered(nets.apply(t, using=[b.left, b.right]))]))  # fmt: skip
        turned = least_is_greatest(pf).apply(f, h, m, using=[bottom])
        mark = pf.opened
        count, net = pf.obtain(of_many(pf).apply(x, n, m, K, minus, lowest, k, s, using=[
            inputs, many, plain, below, turned]), "t")  # fmt: skip
        deep = K + ceil_log2(m)
        back = negated(pf).apply(x, n, deep, lowest, count, using=[inputs, net.left])
        back = renamed(pf, back, h, lambda r: pf.ring(h(r), 0 - lowest(r)))
        return pf.close(found(goal, pf.both(back, net.right), count), mark)

    first, second = conclusion.args
    return pf.conclude(goal, values, pf.both(greatest(first), least(second)))


@maxima.satisfied(rounded_depth)
@size_claim.satisfied(padded_size, sharpened_size)
def one_network(pf: Proof, formula: Term) -> Fact:
    """m = 1 and the function 0."""
    zero, net = zero_net(pf)
    value, one, ones = lam(p, term(0)), term(1), lam(i, term(1))
    nets = over(pf, 1, one, lambda t, b: net)
    r = pf.fresh("p", "V")

    def extreme(kind) -> Fact:
        goal = kind(value, zero, one)
        bound = (lambda a, b: a <= b) if kind is Greatest else (lambda a, b: a >= b)
        sides = over(pf, 1, one, lambda t, b: pf.arith(bound(term(0), term(0))))
        attained = pf.witness(some(i, 1, one, term(0) == term(0)), 1, pf.both(
            pf.both(pf.arith(one <= 1), pf.arith(one <= 1)), pf.ring(0, 0)))  # fmt: skip
        return pf.restate(pf.general(r, pf.both(sides, attained)), goal)

    layers = over(pf, 1, one, lambda t, b: pf.arith(term(1) <= 1))
    return pf.exhibit(formula, [zero, zero, ones, ones, 1, 1, 1, value, value, 1], nets, layers, extreme(Greatest),
                      extreme(Least))  # fmt: skip


@maxima.instances
@size_claim.instances
def integer_networks(rng, count):
    """Up to nine networks with two inputs, up to four layers and integer weights: their maximum, or minimum, at an
    integer point, and what its network takes, exactly; half of the families have equal depths."""
    rows = []
    for _ in range(min(count, 300)):
        m, equal = int(rng.integers(1, 10)), rng.integers(0, 2)
        depths = [int(rng.integers(1, 5))] * m if equal else [int(d) for d in rng.integers(1, 5, size=m)]
        nets = [relu.random_net(rng, [2, *rng.integers(1, 3, size=d), 1]) for d in depths]
        lowest = bool(rng.integers(0, 2))
        net = (relu.minimum if lowest else relu.maximum)(padded_nets(nets))
        point = rng.integers(-5, 6, size=(1, 2))
        values = [int(relu.evaluate(q, point)[0, 0]) for q in nets]
        padding = sum(2 * (max(depths) - d) for d in depths)
        rows.append([net.depth, net.size, max(depths), m, (m - 1).bit_length(), m.bit_length() - 1,
                     sum(q.size for q in nets), padding, int(relu.evaluate(net, point)[0, 0]),
                     min(values) if lowest else max(values)])  # fmt: skip
    names = ("depth", "size", "K", "m", "rounds", "floor_of_log", "sizes", "padding", "value", "wanted")
    drawn = rng.integers(0, len(rows), size=count)
    return dict(zip(names, np.array(rows, dtype="float64")[drawn].T, strict=True))


def padded_nets(nets):
    """The networks, all with as many layers as the deepest one."""
    deepest = max(q.depth for q in nets)
    return [relu.pad(q, deepest - q.depth) for q in nets]


maxima.mutant("rounded down", rounded_depth, depth <= layers + floor_ + 1)
maxima.mutant("the first of the functions", rounded_depth, value < wanted)
size_claim.mutant("without padding", padded_size, size <= given + 3 * (count - 1))
size_claim.mutant("two gates for a maximum", padded_size, size <= given + pad + 2 * (count - 1))
size_claim.mutant("without the last summand", sharpened_size, size <= given + pad + count - 1)
size_claim.mutant("3 (m - 1) for all m", sharpened_size, size <= given + pad + 3 * (count - 1))

# The steps of the proof.

recursion = Claim(
    "mukherjee2020", "lemma", "2.A.4", slug="recursion", section="2.A", family="pwl_networks",
    title="size and depth recursion",
    statement=r"""For $m \ge 2$: $1 \le \lfloor m/2 \rfloor \le \lceil m/2 \rceil < m$; the sizes for the halves add up,
    $4(2\lfloor m/2 \rfloor - 1) + 4(2\lceil m/2 \rceil - 1) = 4(2m - 2)$, and with four more gates they are $4(2m - 1)
    $ at most; and the depths fit: $\lceil\log_2\lceil m/2 \rceil\rceil + 1 = \lceil\log_2 m\rceil$.""",
)  # fmt: skip
half, other_half = floor(m / 2), -floor(-m / 2)
halves = recursion.variant(
    "printed",
    forall(m, implies(m >= 2, conj(
        1 <= half, half <= other_half, other_half < m,
        4 * (2 * half - 1) + 4 * (2 * other_half - 1) == 4 * (2 * m - 2), 4 * (2 * m - 2) + 4 <= 4 * (2 * m - 1),
        ceil_log2(other_half) + 1 == ceil_log2(m)))),
    expect="proved", why="2^(L-1) < m <= 2^L halves; the odd case rounds up within the same power of 2.",
    observed=4 * (2 * floor(count / 2) - 1) + 4 * (2 * -floor(-count / 2) - 1) == 4 * (2 * count - 2),
)  # fmt: skip


@recursion.prove(halves)
def by_powers_of_two(pf: Proof, goal: Term) -> Fact:
    (m,), (two,), conclusion = pf.intro(goal)
    half, other_half = floor(m / 2), -floor(-m / 2)
    down, up = pf.lemma("floor", m / 2), pf.lemma("floor", -m / 2)
    below = [pf.arith(2 * half <= m, down), pf.arith(m <= 2 * half + 1, down)]
    above = [pf.arith(m <= 2 * other_half, up), pf.arith(2 * other_half <= m + 1, up)]
    whole = pf.arith(half + other_half == m, *below, *above)
    a, b = ceil_log2(other_half), ceil_log2(m)
    _, high_a, few_a = known_a = rounds(pf).apply(other_half, using=[pf.arith(other_half >= 1, two, *above)]).split()
    _, high_b, few_b = known_b = rounds(pf).apply(m, using=[pf.arith(m >= 1, two)]).split()
    low_a, low_b = known_a[0], known_b[0]
    doubled = pf.lemma("power_step", 2, a, using=[low_a])
    again = pf.lemma("power_step", 2, a + 1, using=[pf.arith(a + 1 >= 0, low_a)])
    larger = pf.arith(2**b < 2 ** (a + 1 + 1), few_b, doubled, again, high_a, *above)
    order = exponent_order(pf)
    upper = order.apply(b, a + 1 + 1, using=[low_b, pf.arith(a + 1 + 1 >= 0, low_a), larger])

    def equal_powers(no: Fact) -> Fact:
        """If a >= b, then m is both 2^a and odd."""

        def smaller(less: Fact) -> Fact:
            return pf.arith(false, order.apply(a, b, using=[low_a, low_b, less]), no)

        def not_smaller(same: Fact) -> Fact:
            size = pf.arith(2**a == m, same, high_b, few_a, *above)

            def positive(yes: Fact) -> Fact:
                step = pf.lemma("power_step", 2, a - 1, using=[pf.arith(a - 1 >= 0, yes)])
                t = other_half - 2 ** (a - 1)
                odd = pf.arith(2 * t >= 1, size, step, few_a), pf.arith(2 * t <= 1, size, step, *above)
                return pf.decide(t <= 0, lambda q: pf.arith(false, q, *odd), lambda q: pf.arith(
                    false, pf.arith(t >= 1, q), *odd))  # fmt: skip

            def zero(none: Fact) -> Fact:
                power = pf.congruent(lam(i, term(2) ** i), pf.arith(a == 0, none, low_a))
                return pf.arith(false, power, pf.lemma("power_zero", 2), size, two)

            return pf.decide(a >= 1, positive, zero)

        return pf.decide(2**a < 2**b, smaller, not_smaller)

    lower = pf.absurd(a < b, equal_powers)
    depths = pf.arith(a + 1 == b, upper, lower)
    sizes = pf.arith(4 * (2 * half - 1) + 4 * (2 * other_half - 1) == 4 * (2 * m - 2), whole)
    facts = [pf.arith(1 <= half, two, *below), pf.arith(half <= other_half, *below, *above),
             pf.arith(other_half < m, two, *above), sizes, pf.arith(4 * (2 * m - 2) + 4 <= 4 * (2 * m - 1)),
             depths]  # fmt: skip
    return pf.conclude(goal, [m], pf.find(conclusion, facts))


@recursion.satisfied(halves)
def a_pair(pf: Proof, formula: Term) -> Fact:
    """m = 2."""
    return pf.exhibit(formula, [2])


@recursion.defined(halves)
@maxima.defined(printed_depth, rounded_depth)
@size_claim.defined(printed_size, padded_size, sharpened_size)
def logarithms(pf: Proof, formula: Term) -> Fact:
    return logarithms_defined(pf, formula)


@recursion.instances
def family_sizes(rng, count):
    """m from 2 to a million."""
    return {"m": integers(rng, count, 2, 10**6)}


family_sizes.free = {"m"}
recursion.mutant("both halves rounded down", halves, 8 * (2 * floor(count / 2) - 1) == 4 * (2 * count - 2))
recursion.mutant("4 (2 m - 1) for both halves", halves, 4 * (2 * floor(count / 2) - 1) + 4 * (
    2 * -floor(-count / 2) - 1) >= 4 * (2 * count - 1))  # fmt: skip
