from fractions import Fraction
from itertools import pairwise, product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.pwl import (
    PiecewiseLinear,
    composition,
    count_pieces_int,
    from_relu_network,
    linear_combination,
    minimal_two_layer_size,
    sawtooth,
    two_layer_network,
)

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


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_integer_path_agrees_with_exact_functions(data):
    widths = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    tops = data.draw(st.lists(st.integers(4, 9), min_size=1, max_size=4))
    layers = [
        np.array([sorted(data.draw(st.permutations(range(1, top)))[:p]) for top in tops], dtype=np.int64)
        for p in widths
    ]
    counts = count_pieces_int(layers, np.array(tops))
    for i, top in enumerate(tops):
        H = composition([a[i].tolist() for a in layers], top)
        assert (counts.line[i], counts.interval[i]) == (H.pieces, H.pieces_on(0, top))
        assert counts.spans[i]


def test_integer_path_in_bulk_and_at_its_limit():
    rng = np.random.default_rng(0)
    draws = [rng.permuted(np.tile(np.arange(1, 12), (3000, 1)), axis=1)[:, :3] for _ in range(4)]
    counts = count_pieces_int([np.sort(a, axis=1) for a in draws], 12)
    assert set(counts.line.tolist()) == {4**4 + 2}
    assert set(counts.interval.tolist()) == {4**4}
    assert counts.spans.all()
    with pytest.raises(OverflowError, match="composition"):
        count_pieces_int([np.array([[1]])] * 3, 2**16)
    with pytest.raises(ValueError, match="0 < a_1"):
        count_pieces_int([np.array([[2, 1]])], 5)


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
