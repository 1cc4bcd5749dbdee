from fractions import Fraction
from itertools import pairwise, product
from math import prod

import array_api_compat.numpy as xp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import networks, pwl
from numerics.networks import network_pieces
from numerics.pwl import (
    PiecewiseLinear,
    compose_relu_network,
    composition,
    composition_laps,
    count_pieces_int,
    from_relu_network,
    linear_combination,
    minimal_two_layer_size,
    sawtooth,
    two_layer_network,
)
from numerics.sampling import network_pieces_by_width

rationals = st.fractions(min_value=-9, max_value=9, max_denominator=6)


@st.composite
def functions(draw, most=5):
    knots = sorted(draw(st.sets(rationals, max_size=most)))
    left, right = draw(rationals), draw(rationals)
    if not knots:
        return PiecewiseLinear.affine(left, right)
    return PiecewiseLinear(tuple(knots), tuple(draw(rationals) for _ in knots), left, right)


@st.composite
def teeth(draw, most=4):
    top = draw(st.fractions(min_value=1, max_value=5, max_denominator=4))
    inner = sorted(
        draw(st.sets(st.fractions(0, 1, max_denominator=30).filter(lambda x: 0 < x < 1), min_size=1, max_size=most))
    )
    return [x * top for x in inner], top


def relu(x):
    return max(x, Fraction(0))


@settings(max_examples=50, deadline=None)
@given(functions(), functions(), rationals, rationals)
def test_operations_are_pointwise(f, g, x, c):
    assert f.compose(g)(x) == g(f(x))
    assert (f + g)(x) == f(x) + g(x)
    assert f.scale(c)(x) == c * f(x)
    assert f.relu()(x) == relu(f(x))
    assert linear_combination([c, -1], [f, g], 2)(x) == c * f(x) - g(x) + 2


@settings(max_examples=50, deadline=None)
@given(functions(), functions())
def test_minimal_form_makes_equality_functional(f, g):
    assert f + g + g.scale(-1) == f
    assert f.pieces == len(f.slopes) == len(set(f.breakpoints)) + 1
    assert all(a != b for a, b in pairwise(f.slopes))
    assert (f + g).pieces <= f.pieces + g.pieces - 1


def test_minimal_form_drops_points_on_a_line():
    assert PiecewiseLinear((0, 1, 2), (0, 1, 2), 1, 1) == PiecewiseLinear.affine(1, 0)
    f = PiecewiseLinear((0, 1, 2), (0, 1, 0), 0, 0)
    assert (f.pieces, f.pieces_on(0, 2), f.pieces_on(Fraction(1, 2), 3), f.pieces_on(3, 4)) == (4, 2, 3, 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (((0, 0), (1, 1), 0, 1), "increase strictly"),
        (((0,), (1, 1), 0, 1), "one value"),
        (((), (), 0, 1), "no breakpoint separates"),
        (((), (), 1, 1), "intercept"),
        (((0,), (0,), 0, 1, 5), "contradicts"),
    ],
)
def test_inconsistent_data(arguments, message):
    with pytest.raises(ValueError, match=message):
        PiecewiseLinear(*arguments)


def test_floats_are_refused():
    with pytest.raises(TypeError, match="float"):
        PiecewiseLinear.affine(0.5, 0)


@settings(max_examples=50, deadline=None)
@given(teeth())
def test_sawtooth_is_definition_5(data):
    a, top = data
    h = sawtooth(a, top)
    assert h.pieces == len(a) + 2
    assert h.slope_left == 0 == h(-1)
    assert [h(x) for x in a] == [top * (i % 2) for i in range(1, len(a) + 1)]
    assert h(top) == top - h(a[-1])
    assert h(top + 1) - h(top) == (h(top) - h(a[-1])) / (top - a[-1])


def test_sawtooth_rejects_points_outside_the_simplex():
    for a in ([], [0], [1], [Fraction(1, 2), Fraction(1, 2)], [2]):
        with pytest.raises(ValueError, match="0 < a_1"):
            sawtooth(a, 1)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_composition_counts(data):
    """Lemma 2.3.5 with its exact total, for widths that differ."""
    widths = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    top = data.draw(st.integers(5, 9))
    layers = [sorted(data.draw(st.permutations(range(1, top)))[:p]) for p in widths]
    H = composition(layers, top)
    inside = prod(p + 1 for p in widths)
    assert H.pieces_on(0, top) == inside
    assert H.pieces == inside + 1 + any(p % 2 for p in widths[:-1])
    ends = [Fraction(0), *(x for x in H.breakpoints if 0 < x < top), Fraction(top)]
    assert all({H(x), H(y)} == {0, top} for x, y in pairwise(ends))
    x = data.draw(st.fractions(-2, 2 * top, max_denominator=12))
    value = x
    for a in layers:
        value = sawtooth(a, top)(value)
    assert H(x) == value


def agrees_with_composition(layers, top):
    H, laps = composition(layers, top), composition_laps(layers, top)
    assert laps.breakpoints() == H.breakpoints
    assert (laps.line, laps.interval) == (H.pieces, H.pieces_on(0, top))
    assert [Fraction(x, laps.denominator) for x in laps.numerators()[[0, -1]].tolist()] == [0, top]
    assert len(laps.bends) == len(laps.numerators()) == laps.interval + 1
    return laps


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_laps_are_those_of_the_composed_functions(data):
    top = data.draw(st.fractions(Fraction(1, 9), 9, max_denominator=50))
    bits = data.draw(st.sampled_from([3, 10, 60, 200]))
    layers = []
    for p in data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4)):
        inner = st.integers(2, 2**bits).flatmap(lambda d: st.integers(1, d - 1).map(lambda n: Fraction(n, d)))
        layers.append(sorted(x * top for x in data.draw(st.sets(inner, min_size=p, max_size=p))))
    laps = agrees_with_composition(layers, top)
    assert len(laps.limbs) == 1 or laps.bits == pwl.LIMB_BITS


@pytest.mark.parametrize("knots", range(2, 8))
def test_laps_around_the_end_of_int64(knots):
    """k compositions over M = 2**12 - 1 need 12 k bits: one limb up to 60 of them, several beyond."""
    laps = agrees_with_composition([[1, 2**11 + 3, 2**12 - 2][:2]] * knots, 2**12 - 1)
    assert (len(laps.limbs) == 1) == (12 * knots <= 62)


def test_many_laps_with_rational_knots():
    rng = np.random.default_rng(2)
    layers = [sorted({Fraction(int(n), int(d)) for d in rng.integers(2, 100, 9) for n in [rng.integers(1, d)]})
              for _ in range(4)]  # fmt: skip
    laps = composition_laps(layers, 1)
    assert laps.interval == prod(len(a) + 1 for a in layers) > 1000
    x = laps.numerators()
    for i in rng.integers(0, laps.interval, 200):
        value = Fraction(x[i], laps.denominator), Fraction(x[i + 1], laps.denominator)
        middle = sum(value) / 2
        for h in (sawtooth(a, 1) for a in layers):
            value, middle = tuple(map(h, value)), h(middle)
        assert (*value, middle) == (i % 2, (i + 1) % 2, Fraction(1, 2))


def test_laps_refuse_what_is_no_composition():
    with pytest.raises(ValueError, match="k >= 1"):
        composition_laps([], 1)
    with pytest.raises(TypeError, match="float"):
        composition_laps([[0.5]], 1)
    for a in ([], [0], [1], [Fraction(1, 2), Fraction(1, 2)], [Fraction(2, 3), Fraction(1, 3)], [2], [-1]):
        with pytest.raises(ValueError, match="0 < a_1"):
            composition_laps([[Fraction(1, 2)], a], 1)
    with pytest.raises(OverflowError, match="bits"):
        composition_laps([[Fraction(1, 3**2000)]], 1)


@pytest.mark.parametrize("top", [9, 2**40])
def test_the_forward_evaluation_finds_wrong_ends(top):
    """Whatever a defect of the construction would spoil: one end anywhere, in any limb, or their number."""
    nodes = [np.array([[0, 2, 3, top]]), np.array([[0, 1, top]]), np.array([[0, 4, 5, 8, top]])]
    chain = pwl._chain(xp, nodes)
    pwl._check_ends(xp, chain, pwl._pull_back(xp, chain))
    for level, count in ((0, 24), (1, 8), (2, 4)):
        for at in range(count + 1):
            for limb in range(chain.count[level]):
                ends = pwl._pull_back(xp, chain)
                ends[level][limb][0, at] += 1
                with pytest.raises(ArithmeticError, match="a lap of a composition"):
                    pwl._check_ends(xp, chain, ends)
    ends = pwl._pull_back(xp, chain)
    ends[0] = [limb[:, :-1] for limb in ends[0]]
    with pytest.raises(ArithmeticError, match="a lap of a composition"):
        pwl._check_ends(xp, chain, ends)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_batches_agree_with_exact_functions(data):
    widths = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    tops = data.draw(st.lists(st.integers(4, 9), min_size=1, max_size=4))
    factor = data.draw(st.sampled_from([1, 2**40]))
    layers = [
        factor * np.array([sorted(data.draw(st.permutations(range(1, top)))[:p]) for top in tops], dtype=np.int64)
        for p in widths
    ]
    counts = count_pieces_int(layers, factor * np.array(tops))
    for i, top in enumerate(tops):
        H = composition([a[i].tolist() for a in layers], factor * top)
        assert (counts.line[i], counts.interval[i]) == (H.pieces, H.pieces_on(0, factor * top))


@pytest.mark.parametrize("library", ["numpy", "array_api_strict"])
def test_batches_in_bulk(library):
    arrays = pytest.importorskip(library)
    rng = np.random.default_rng(0)
    draws = [rng.permuted(np.tile(np.arange(1, 12), (3000, 1)), axis=1)[:, :3] for _ in range(4)]
    counts = count_pieces_int([arrays.asarray(np.sort(a, axis=1)) for a in draws], 12)
    assert set(np.asarray(counts.line).tolist()) == {4**4 + 2}
    assert set(np.asarray(counts.interval).tolist()) == {4**4}
    with pytest.raises(ValueError, match="0 < a_1"):
        count_pieces_int([arrays.asarray(np.array([[2, 1]]))], 5)


@st.composite
def relu_networks(draw):
    """Any depth and width up to 4, numbers of one kind: few integers (ties, zeros), fractions, near 2**53, huge."""
    widths = [1, *draw(st.lists(st.integers(0, 4), max_size=4)), 1]
    few = st.integers(-2, 2)
    large = st.builds(lambda a, b: a * 2**60 + b, st.integers(-1, 1), st.integers(-1, 1))
    huge = st.fractions(-3, 3, max_denominator=10**9).map(lambda x: x**9)
    numbers = draw(st.sampled_from([few, st.one_of(st.just(0), rationals), large, huge]))
    weights = [[[draw(numbers) for _ in range(a)] for _ in range(b)] for a, b in pairwise(widths)]
    return weights, [[draw(numbers) for _ in range(b)] for b in widths[1:]]


@settings(max_examples=250, deadline=None)
@given(relu_networks())
def test_networks_are_the_composed_functions(network):
    assert from_relu_network(*network) == compose_relu_network(*network)


N = 2**40
DEGENERATE = {
    "no hidden layer": ([[[3]]], [[-1]], 1),
    "no unit": ([[], [[]]], [[], [7]], 1),
    "zero weights": ([[[0], [0]], [[1, 1]]], [[1, -1], [0]], 1),
    "never on": ([[[0], [1]], [[1, -1]], [[5]]], [[-1, 0], [-1], [3]], 1),
    "a kink that cancels": ([[[1], [1]], [[1, -1]]], [[2, 2], [0]], 1),
    "left and right make a line": ([[[1], [-1]], [[1, -1]]], [[0, 0], [0]], 1),
    "equal kinks, multiples of one another": ([[[2], [4], [-6]], [[1, 1, 1]]], [[1, 2, -3], [0]], 2),
    "zero at a kink of the layer below": ([[[1], [-1]], [[1, 1]], [[1]]], [[0, 0], [0], [0]], 2),
    "touching zero between kinks": ([[[1], [-1]], [[1, 1]], [[1]]], [[-1, -1], [0], [0]], 3),
    "cut where the layer above bends": ([[[1], [1], [1]], [[1, -2, 1]], [[1], [1]], [[1, -1]]],
                                        [[0, -1, -2], [0], [0, 0], [0]], 1),
    "two zeros that float64 cannot tell apart": ([[[N], [N - 1]], [[1, 1]]], [[-N - 1, -N], [0]], 3),
    "and in the other order": ([[[N - 1], [N]], [[1, 1]]], [[-N, -N - 1], [0]], 3),
    "three, and two of them equal": ([[[N - 1], [N], [2 * N]], [[1, 1, 1]]], [[-N, -N - 1, -2 * N - 2], [0]], 3),
    "beyond the range of float64": ([[[10**400], [10**400 - 1]], [[1, 1]]], [[-1, -1], [0]], 3),
    "large, then small again": ([[[10**30], [10**30]], [[0, 0], [0, 0]], [[1, 1]]], [[1, 2], [5, -5], [0]], 1),
    "zero biases after a large denominator": ([[[Fraction(1, 10**400)], [1]], [[1, 1]]], [[1, 1], [0]], 3),
}  # fmt: skip


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_networks(name):
    weights, biases, pieces = DEGENERATE[name]
    f = from_relu_network(weights, biases)
    assert f == compose_relu_network(weights, biases)
    assert f.pieces == pieces


@pytest.mark.parametrize(("widths", "size"), [([4], 3), ([3, 2], 2), ([3, 3], 10**9), ([2, 3, 2], 5)])
def test_batches_of_networks(widths, size):
    rng = np.random.default_rng(3)
    shapes = list(pairwise([1, *widths, 1]))
    weights = [rng.integers(-size, size + 1, (60, b, a)) for a, b in shapes]
    biases = [rng.integers(-size, size + 1, (60, b)) for _, b in shapes]
    scales = [2, *[3] * len(widths)]
    found = network_pieces(weights, biases, scales)
    for i in range(60):
        f = compose_relu_network(
            [[[Fraction(v, q) for v in row] for row in w[i].tolist()] for w, q in zip(weights, scales, strict=True)],
            [[Fraction(v, q) for v in b[i].tolist()] for b, q in zip(biases, scales, strict=True)],
        )
        own = slice(found.offsets[i], found.offsets[i + 1])
        assert found.counts[i] == f.pieces
        assert (found.numerators[own][0], found.denominators[own][0]) == (-1, 0)
        points = zip(found.numerators[own][1:].tolist(), found.denominators[own][1:].tolist(), strict=True)
        assert tuple(Fraction(p, q) for p, q in points) == f.breakpoints
        assert tuple(Fraction(s, found.scale) for s in found.slopes[own].tolist()) == f.slopes
        if len(f.slopes) == 1:
            assert Fraction(int(found.intercepts[own][0]), found.scale) == f.intercept
    alone = network_pieces([w[:1] for w in weights], [b[:1] for b in biases], scales)
    assert alone.slopes.tolist() == found.slopes[: found.offsets[1]].tolist()


@pytest.mark.parametrize(("constant", "value"), [("CHUNK_UNITS", 1), ("SMALL", 0), ("SMALL", 99), ("EXACT", 1)])
def test_how_the_work_is_done_does_not_matter(monkeypatch, constant, value):
    rng = np.random.default_rng(4)
    weights = [rng.integers(-3, 4, shape) for shape in ((50, 3, 1), (50, 1, 3))]
    biases = [rng.integers(-3, 4, shape) for shape in ((50, 3), (50, 1))]
    whole = network_pieces(weights, biases)
    monkeypatch.setattr(networks, constant, value)
    for column, again in zip(whole, network_pieces(weights, biases), strict=True):
        assert np.array_equal(column, again)


near = st.builds(lambda e, d: 2**e + d, st.integers(20, 62), st.integers(-2, 2))
operands = st.one_of(st.integers(-3, 3), near, near.map(lambda x: -x), st.integers(-(10**200), 10**200))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(operands, operands, st.integers(-2, 2), st.booleans()), min_size=1, max_size=6))
def test_signs_are_exact(rows):
    """a b + c d where c d is near -a b, so that float64 alone would often be wrong."""
    a, b, c, d = [], [], [], []
    for x, y, off, swap in rows:
        factors = (x, -y) if swap else (1, off - x * y)
        for column, v in zip((a, b, c, d), (x, y, *factors), strict=True):
            column.append(v)
    expected = [(v > 0) - (v < 0) for v in (x * y + z * w for x, y, z, w in zip(a, b, c, d, strict=True))]
    assert networks._signs(*(networks._held(np.array(v, dtype=object)) for v in (a, b, c, d))).tolist() == expected


def test_networks_refuse_what_they_cannot_hold():
    one, two = np.ones((2, 1, 1), dtype=int), np.ones((2, 2, 1), dtype=int)
    bias = np.zeros((2, 1), dtype=int)
    for wrong in (one.astype(float), np.full((2, 1, 1), Fraction(1, 2))):
        with pytest.raises(TypeError):
            network_pieces([wrong], [bias])
    with pytest.raises(ValueError, match="as many"):
        network_pieces([one], [])
    with pytest.raises(ValueError, match="layer 2"):
        network_pieces([two, one], [np.zeros((2, 2), dtype=int), bias])
    with pytest.raises(ValueError, match="2 outputs"):
        network_pieces([two], [np.zeros((2, 2), dtype=int)])
    with pytest.raises(ValueError, match="no networks"):
        network_pieces([one[:0]], [bias[:0]])
    for denominators in ([0], [1, 1]):
        with pytest.raises(ValueError, match="denominators"):
            network_pieces([one], [bias], denominators)


@pytest.mark.parametrize("spoil", [lambda start: start[:, ::-1], lambda start: start + 1, lambda start: start[::-1]])
def test_pieces_that_do_not_join_are_reported(monkeypatch, spoil):
    cut = networks._relu

    def wrong(*arguments):
        net, start, units = cut(*arguments)
        return net, np.concatenate([start[:1], spoil(start[1:])]), units

    monkeypatch.setattr(networks, "_relu", wrong)
    with pytest.raises(ArithmeticError, match="do not join"):
        from_relu_network([[[1], [2]], [[1, 1]]], [[-1, -6], [0]])


def test_sampled_networks():
    found = network_pieces_by_width(np.random.default_rng(5), 25000)
    again = network_pieces_by_width(np.random.default_rng(5), 25000)
    assert all(np.array_equal(found[name], again[name]) for name in found)
    k, first, second, pieces = (found[name] for name in ("k", "w_1", "w_2", "pieces"))
    assert {v.shape for v in found.values()} == {(25000,)}
    assert {(a, b, c) for a, b, c in zip(k, first, second, strict=True)} == {
        (1, a, 0) for a in range(1, 4)
    } | {(2, a, b) for a in range(1, 4) for b in range(1, 4)}
    assert np.all((pieces >= 1) & (pieces <= (first + 1) * (second + 1)))
    assert np.max(pieces[k == 1]) == 4
    assert network_pieces_by_width(np.random.default_rng(5), 0)["pieces"].shape == (0,)


def test_networks_are_evaluated_exactly_everywhere():
    rng = np.random.default_rng(1)
    for widths in ([1], [3], [2, 2], [3, 1, 2]):
        shape = [1, *widths, 1]
        layers = list(zip(shape[1:], shape[:-1], strict=True))
        for _ in range(20):
            weights = [[[int(v) for v in row] for row in rng.integers(-3, 4, s)] for s in layers]
            biases = [[Fraction(int(v), 2) for v in rng.integers(-3, 4, s[0])] for s in layers]
            f = from_relu_network(weights, biases)
            assert f.pieces <= prod(w + 1 for w in widths)
            for x in (Fraction(int(v), 7) for v in rng.integers(-40, 41, 12)):
                state = [x]
                for depth, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
                    state = [relu(v) for v in state] if depth else state
                    state = [
                        sum(w * v for w, v in zip(row, state, strict=True)) + b
                        for row, b in zip(matrix, bias, strict=True)
                    ]
                assert f(x) == state[0]


def test_network_shapes_are_checked():
    with pytest.raises(ValueError, match="layer 2"):
        from_relu_network([[[1], [1]], [[1]]], [[0, 0], [0]])
    with pytest.raises(ValueError, match="2 outputs"):
        from_relu_network([[[1], [1]]], [[0, 0]])


@settings(max_examples=50, deadline=None)
@given(functions())
def test_theorem_2_2_2_construction(f):
    network = two_layer_network(f)
    assert network.function() == f
    assert network.size <= max(f.pieces, 2)
    if f.pieces > 1:
        assert network.size >= f.pieces - 1
        if f.slope_right == 0:
            assert network.size == f.pieces - 1
    assert minimal_two_layer_size(f) <= network.size
    assert minimal_two_layer_size(f) >= f.pieces - 1


def test_affine_functions_need_two_nodes():
    """A single node gives a constant or a kink, so p nodes do not suffice for p = 1."""
    assert (
        minimal_two_layer_size(PiecewiseLinear.affine(1, 0))
        == two_layer_network(PiecewiseLinear.affine(1, 0)).size
        == 2
    )
    assert (
        two_layer_network(PiecewiseLinear.affine(0, 7)).size
        == minimal_two_layer_size(PiecewiseLinear.affine(0, 7))
        == 0
    )
    for w, b, c in product(range(-2, 3), repeat=3):
        f = from_relu_network([[[w]], [[c]]], [[b], [0]])
        assert (f.pieces == 2) == (w * c != 0)
        assert f.pieces == 2 or f.slope_left == 0


def test_minimal_size_agrees_with_all_small_networks():
    """Exhaustive over two hidden nodes with small integer weights: nothing beats the formula."""
    least = {}
    for nodes in product(product((-1, 1), (-1, 0, 1), (-2, -1, 1, 2)), repeat=2):
        w, b, c = zip(*nodes, strict=True)
        f = from_relu_network([[[x] for x in w], [c]], [b, [0]])
        least[f] = min(2, least.get(f, 2))
        single = from_relu_network([[[w[0]]], [[c[0]]]], [[b[0]], [0]])
        least[single] = 1
    for f, size in least.items():
        assert minimal_two_layer_size(f) <= size
    assert {minimal_two_layer_size(f) for f in least} == {0, 1, 2}


def test_the_printed_flap_system_is_not_the_flaps():
    """The proof of Theorem 2.2.2 prints b_i = sum_{j > i} t_j (a_{j-1} - a_j): on a tent, 1 instead of 0 at 0."""
    tent = PiecewiseLinear((0, 1, 2), (0, 1, 0), 0, 0)
    t3 = -1  # 1 = b_2 = t_3 (1 - 2)
    t2 = 1  # 0 = b_1 = t_2 (0 - 1) + t_3 (1 - 2)
    t1 = 0 - t2 - t3  # the left slope
    printed = linear_combination(
        [1, 1, 1],
        [PiecewiseLinear((a,), (0,), t, 0) if t else PiecewiseLinear.affine(0, 0) for a, t in enumerate((t1, t2, t3))],
    )
    assert tent(0) == 0
    assert printed(0) == 1
