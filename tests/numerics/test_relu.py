"""Exact networks: each construction computes the function it is for, with the depth and size of the text."""

import numpy as np
import pytest

from numerics import relu


def by_hand(f, point):
    """One point, one gate at a time, in Python integers."""
    values = [int(v) for v in point]
    for layer, (w, b) in enumerate(zip(f.weights, f.biases, strict=True), start=1):
        values = [
            sum(int(c) * v for c, v in zip(row, values, strict=True)) + int(d) for row, d in zip(w, b, strict=True)
        ]
        if layer < f.depth:
            values = [max(0, v) for v in values]
    return values


def points(rng, inputs, largest=9):
    return rng.integers(-largest, largest + 1, size=(40, inputs))


@pytest.fixture
def rng():
    return np.random.default_rng(3)


@pytest.mark.parametrize("widths", [(2, 3, 1), (3, 2, 4, 2), (1, 1, 1, 1, 1), (2, 5)])
def test_evaluation_is_what_the_definition_says(rng, widths):
    f, where = relu.random_net(rng, widths), points(rng, widths[0])
    assert relu.evaluate(f, where).tolist() == [by_hand(f, p) for p in where]
    assert (f.depth, f.size, f.widths) == (len(widths) - 1, sum(widths[1:-1]), list(widths[1:-1]))


def test_no_overflow(rng):
    f = relu.pad(relu.net([[[10**15]], [[10**15]]], [[0], [1]]), 1)
    assert relu.evaluate(f, [[10**15]]).tolist() == [[10**45 + 1]]


def test_compositions(rng):
    for _ in range(20):
        f, g = relu.random_net(rng, (2, 3, 2, 2)), relu.random_net(rng, (2, 4, 3))
        f, where = relu.Net(f.weights, f.biases, 5), points(rng, 2)
        h = relu.compose(g, f)
        assert (h.depth, h.size) == (f.depth + g.depth - 1, f.size + g.size)
        scaled = relu.evaluate(f, where)  # g(v / 5) = (g with biases times 5)(v) / 5
        homogeneous = relu.Net(g.weights, tuple(5 * b for b in g.biases), 5)
        assert (relu.evaluate(h, where) == relu.evaluate(homogeneous, scaled)).all()
        assert h.scale == 5


def test_sums_and_stacks(rng):
    f, g = relu.random_net(rng, (3, 2, 4, 2)), relu.random_net(rng, (3, 3, 1, 2))
    g = relu.Net(g.weights, g.biases, 2)
    where = points(rng, 3)
    h, both = relu.add(f, g), relu.stack(f, g)
    assert (h.depth, h.size, both.size) == (4 - 1, f.size + g.size, f.size + g.size)
    assert (relu.evaluate(h, where) == 2 * relu.evaluate(f, where) + relu.evaluate(g, where)).all()
    assert (relu.evaluate(both, where) == np.concatenate(
        [2 * relu.evaluate(f, where), relu.evaluate(g, where)], axis=1)).all()  # fmt: skip
    with pytest.raises(ValueError, match="depths 3 and 2"):
        relu.add(f, relu.random_net(rng, (3, 2, 2)))


@pytest.mark.parametrize("narrow", [False, True])
def test_affine_maps(rng, narrow):
    w, b = rng.integers(-5, 6, size=(4, 2)), rng.integers(-5, 6, size=4)
    f, where = relu.affine(w, b, narrow), points(rng, 2)
    assert (relu.evaluate(f, where) == where @ w.T + b).all()
    assert (f.depth, f.size) == (2, 4 if narrow else 8)


@pytest.mark.parametrize("gates", [3, 4])
def test_maximum_of_two(rng, gates):
    f, where = relu.maximum_of_two(gates), points(rng, 2)
    assert (relu.evaluate(f, where)[:, 0] == f.scale * where.max(axis=1)).all()
    assert (f.depth, f.size) == (2, gates)
    with pytest.raises(ValueError, match="2 gates"):
        relu.maximum_of_two(2)


@pytest.mark.parametrize("m", range(1, 18))
@pytest.mark.parametrize("gates", [3, 4])
def test_maxima_of_equal_depth(rng, m, gates):
    nets = [relu.random_net(rng, (2, 2, 2, 1)) for _ in range(m)]
    f, where, rounds = relu.maximum(nets, gates), points(rng, 2), (m - 1).bit_length()
    values = np.concatenate([relu.evaluate(g, where) for g in nets], axis=1)
    assert (relu.evaluate(f, where)[:, 0] == f.scale * values.max(axis=1)).all()
    g = relu.minimum(nets, gates)
    assert (relu.evaluate(g, where)[:, 0] == g.scale * values.min(axis=1)).all()
    assert f.depth == g.depth == 3 + rounds
    assert f.size == g.size <= 4 * m + 4 * (2 * m - 1)
    if gates == 3:
        assert f.size <= 4 * m + m + 2 ** (rounds + 1) - 3


def test_maxima_of_unequal_depth_are_padded(rng):
    deep, shallow = relu.random_net(rng, (2, *[2] * 30, 1)), relu.random_net(rng, (2, 1, 1))
    f = relu.maximum([deep, shallow])
    assert (f.depth, f.size) == (32, 60 + 1 + 2 * 29 + 3)


def test_networks_are_checked():
    with pytest.raises(ValueError, match="layer 2"):
        relu.net([[[1]], [[1, 1]]], [[0], [0]])
    with pytest.raises(TypeError, match="integers"):
        relu.net([[[0.5]]], [[0]])
    with pytest.raises(ValueError, match="positive"):
        relu.net([[[1]]], [[0]], 0)
    with pytest.raises(ValueError, match="outputs cannot be"):
        relu.compose(relu.maximum_of_two(), relu.maximum_of_two())
