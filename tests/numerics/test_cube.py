"""Functions on the cube: transforms and circuits, against the definitions."""

import itertools

import numpy as np
import pytest

from numerics.cube import bits, characters, fourier_circuits, transform, vertex_circuits


@pytest.mark.parametrize("n", [1, 2, 3])
def test_characters_are_products_of_coordinates(n):
    for s, m in itertools.product(range(2**n), repeat=2):
        product = np.prod([1 - 2 * (m >> t & 1) for t in range(n) if s >> t & 1], dtype=int)
        assert characters(n)[s, m] == product


@pytest.mark.parametrize("n", [1, 2, 4, 6])
def test_the_transform_is_its_own_inverse_but_for_a_factor(n):
    values = np.random.default_rng(n).integers(-9, 10, size=(5, 2**n))
    assert np.array_equal(transform(transform(values)), 2**n * values)


@pytest.mark.parametrize("n", [1, 2, 3, 5])
@pytest.mark.parametrize("build", [vertex_circuits, fourier_circuits])
def test_circuits_compute_their_functions(n, build):
    values = np.random.default_rng(n).integers(-9, 10, size=(7, 2**n))
    circuits = build(values)
    assert np.array_equal(circuits.outputs(), circuits.scale * values)


def test_sizes_are_those_of_the_lemma():
    values = np.array(list(itertools.product((-1, 1), repeat=8)))
    used = np.where(transform(values) != 0, bits(3).sum(axis=1), 0).sum(axis=1)
    assert np.array_equal(fourier_circuits(values).sizes(), used)
    assert vertex_circuits(values).sizes().max() == 7


def test_a_circuit_that_misses_a_gate_is_wrong_somewhere():
    values = np.random.default_rng(0).integers(-9, 10, size=(7, 8))
    circuits = fourier_circuits(values)
    for k in np.nonzero(circuits.weights[0])[0]:
        assert not np.array_equal(circuits.outputs(without=k)[0], circuits.scale * values[0])
