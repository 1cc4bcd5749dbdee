"""The samplers of block matrices and restricted circuits: exact, and inside what they promise."""

import numpy as np
import pytest

from numerics import circuits
from numerics.rank import block_group_counts, exact_rank


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


def test_block_matrices_have_at_most_the_groups_asked_for(rng: np.random.Generator) -> None:
    matrices = circuits.block_matrices(rng, 50, 3, 7, 4)
    assert matrices.shape == (50, 3, 7, 7)
    rows, columns = block_group_counts(matrices)
    assert rows.max() == columns.max() == 4
    assert block_group_counts(circuits.block_matrices(rng, 5, 1, 3, 1))[0].max() == 1


def test_a_cone_holds_exactly_the_vectors_that_rise_along_its_order(rng: np.random.Generator) -> None:
    for m in (1, 2, 3):
        order, cone = circuits.random_cone(rng, m, 2)
        assert sorted(map(tuple, order)) == sorted(map(tuple, circuits.vertices(m)))
        rises = {a for a in np.ndindex(*[5] * m) if np.all(np.diff(order @ (np.array(a) - 2)) >= 0)}
        assert {tuple(a + 2) for a in cone} == rises


def test_restricted_circuits_keep_the_bound_on_groups(rng: np.random.Generator) -> None:
    for m, W, widths in ((1, 2, (2,)), (2, 1, (2, 3)), (3, 2, (1, 2))):
        outputs = circuits.restricted_outputs(rng, 40, m, W, widths)
        assert outputs.shape == (40, 2**m, 2**m) and outputs.min() >= 0
        assert max(count.max() for count in block_group_counts(outputs)) <= widths[0] * m * W + 1


def test_small_ranks_are_the_exact_ones(rng: np.random.Generator) -> None:
    for shape in ((3, 3), (4, 3), (3, 5), (1, 4)):
        matrices = rng.integers(-2, 3, size=(60, *shape))
        matrices[:20, -1] = matrices[:20, 0]
        assert circuits.small_ranks(matrices).tolist() == [exact_rank(matrix).rank for matrix in matrices]
    assert circuits.small_ranks(np.zeros((2, 3, 3), dtype=int)).tolist() == [0, 0]
    with pytest.raises(ValueError, match="exact_rank"):
        circuits.small_ranks(np.full((1, 8, 8), 10**6))


def test_the_chattopadhyay_mande_function_on_one_and_two_bits() -> None:
    assert circuits.chattopadhyay_mande(1, 1).tolist() == [[-1, 1], [1, -1]]
    two = circuits.chattopadhyay_mande(2, 1)  # the second bit decides when equal, else the first
    corners = circuits.vertices(2)
    for x, row in zip(corners, two, strict=True):
        for y, value in zip(corners, row, strict=True):
            assert value == (1 if x[1] == y[1] else -1 if x[0] == y[0] else 1)


def test_boolean_functions() -> None:
    assert circuits.parity(3).tolist() == [1, -1, -1, 1, -1, 1, 1, -1]
    assert circuits.odd_max_bit(3).tolist() == [1, -1, 1, 1, -1, -1, -1, -1]
    assert circuits.greater_than(1).tolist() == [[-1, -1], [1, -1]]
    values = np.arange(4)
    assert circuits.and_function(values)[3].tolist() == [0, 1, 2, 3]
    assert circuits.and_function(values)[1].tolist() == [0, 1, 0, 1]
    assert circuits.xor_function(values)[3].tolist() == [3, 2, 1, 0]
