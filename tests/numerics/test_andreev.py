from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.andreev import andreev, andreev_shape, restriction_truth_table


def test_andreev_shape_for_all_small_n():
    for n in range(-1, 4):
        with pytest.raises(ValueError, match="n >= 4"):
            andreev_shape(n)
    assert andreev_shape(4) == (2, 1, 2)
    for n in range(4, 4097):
        table, rows, columns = andreev_shape(n)
        assert 2**rows <= n / 2 < 2 ** (rows + 1)  # every index falls in the table
        assert rows * columns <= n / 2 < rows * (columns + 1)
        assert table + rows * columns <= n
    assert sum(andreev_shape(16)[:1]) + 3 * 2 == 14  # no bijection with 16 bits
    assert 2 ** andreev_shape(12).rows < andreev_shape(12).table  # x_4 and x_5 are never read


def test_andreev_reads_the_bit_of_the_parities():
    x = [0, 1, 1, 0]
    for a in product((0, 1), repeat=4):
        index = 2 * ((a[0] + a[1]) % 2) + (a[2] + a[3]) % 2
        assert andreev(8, x, [a[:2], a[2:]]) == x[index]
    tables = np.array(list(product((0, 1), repeat=4)))
    assert andreev(8, tables, [[1, 0], [0, 0]]).tolist() == tables[:, 2].tolist()
    with pytest.raises(ValueError, match="x_bits"):
        andreev(8, [0, 1, 2, 0], np.zeros((2, 2)))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([4, 8, 12, 18, 33]), st.integers(0, 2**32))
def test_restricted_table_is_the_string_shifted_by_parities(n, seed):
    rng = np.random.default_rng(seed)
    shape = andreev_shape(n)
    x, a = rng.integers(0, 2, shape.table), rng.integers(0, 2, (shape.rows, shape.columns))
    free = rng.integers(0, shape.columns, shape.rows)
    fixed = a.copy()
    fixed[np.arange(shape.rows), free] = 0
    shift = int("".join(str(s) for s in fixed.sum(axis=1) % 2), 2)
    table = restriction_truth_table(n, x, a, free.tolist())
    assert table.tolist() == [x[y ^ shift] for y in range(2**shape.rows)]


def test_claim_2_holds_only_up_to_the_shift():
    """n = 4, x = (0, 1), the fixed bit of the only row 1: the truth table is (1, 0), not x."""
    assert restriction_truth_table(4, [0, 1], [[0, 1]], [0]).tolist() == [1, 0]
