"""Exact training of two-layer networks: cells, convex programs, certificates; and that nothing goes below them."""

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import linprog, nnls

from numerics.training import cells, certified, descend, dot, fit, most_cells, outputs, proves, train, unitwise

LINE = [(0,), (1,), (3,), (4,), (6,)]
LABELS = [0, 2, 1, 3, 0]


def separable(points: list[tuple[int, ...]], active: tuple[bool, ...]) -> bool:
    """Whether some hyperplane parts the points so, by a linear program that knows nothing of cells."""
    rows = [[(-1 if on else 1) * c for c in (*x, 1)] for x, on in zip(points, active, strict=True)]
    return bool(linprog([0] * len(rows[0]), A_ub=rows, b_ub=[-1] * len(rows), bounds=(None, None)).status == 0)


@pytest.mark.parametrize("points", [
    [(5,)], [(0,), (1,), (3,), (4,), (6,)], [(2,), (2,), (7,)], [(0, 0), (1, 0), (0, 1)],
    [(0, 0), (1, 0), (2, 0), (3, 0), (1, 2)], [(0, 0), (1, 1), (0, 1), (1, 0), (3, 7)], [(1, 2), (1, 2), (5, 5)],
    [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 1), (2, 3, 5)],
], ids=str)  # fmt: skip
def test_cells_are_the_partitions_by_hyperplanes(points: list[tuple[int, ...]]) -> None:
    found = cells(points)
    signs = itertools.product((False, True), repeat=len(points))
    assert {cell.active for cell in found} == {active for active in signs if separable(points, active)}
    assert len({cell.active for cell in found}) == len(found) <= most_cells(len(points[0]), len(points))
    for cell in found:
        for x, on in zip(points, cell.active, strict=True):
            heights = [dot([*x, 1], g) for g in cell.generators]
            assert all(h >= 0 if on else h <= 0 for h in heights) and any(heights)


@pytest.mark.parametrize(("dimension", "size"), [(1, 9), (2, 7), (3, 6), (4, 6)])
def test_points_in_general_position_have_most_cells(dimension: int, size: int) -> None:
    curve = [tuple(t**e for e in range(1, dimension + 1)) for t in range(size)]
    assert len(cells(curve)) == most_cells(dimension, size)


def test_generators_give_the_whole_cell() -> None:
    rng = np.random.default_rng(3)
    points = [tuple(int(c) for c in x) for x in rng.integers(-5, 6, size=(6, 2))]
    found = {cell.active: cell for cell in cells(points)}
    for _ in range(200):
        parameters = rng.integers(-9, 10, size=3).tolist()
        heights = [dot([*x, 1], parameters) for x in points]
        if all(heights):
            cell = found[tuple(h > 0 for h in heights)]
            assert fit(cell.generators, parameters).loss == 0


def test_fits_are_those_of_another_solver_and_prove_themselves() -> None:
    rng = np.random.default_rng(5)
    for _ in range(60):
        generators = rng.integers(-4, 5, size=(int(rng.integers(1, 7)), 4)).tolist()
        labels = rng.integers(-4, 5, size=4).tolist()
        found = fit(generators, labels)
        assert proves(found, generators, labels)
        assert float(found.loss) == pytest.approx(nnls(np.array(generators, dtype=float).T, labels)[1] ** 2, abs=1e-9)
        assert not proves(replace(found, loss=found.loss - 1), generators, labels)
    worse = replace(
        fit([[1, 0]], [2, 1]), weights={0: Fraction(1)}, residual=[Fraction(1), Fraction(1)], loss=Fraction(2)
    )
    assert not proves(worse, [[1, 0]], [2, 1])  # a fit, but not the best: the generator lessens its residual


@pytest.mark.parametrize(("points", "labels", "width", "loss"), [
    ([(1,), (2,), (3,)], [1, 0, 1], 1, Fraction(2, 3)), ([(1,), (2,), (3,)], [1, 0, 1], 2, 0), ([(7,)], [-3], 1, 0),
    ([(2,), (2,)], [0, 1], 2, Fraction(1, 2)), (LINE, [0] * 5, 1, 0),
    ([(0, 0), (1, 1), (0, 1), (1, 0)], [0, 0, 1, 1], 2, 0),
], ids=str)  # fmt: skip
def test_least_losses(points: list[tuple[int, ...]], labels: list[int], width: int, loss: Fraction) -> None:
    found = train(points, labels, width)
    assert found.loss == loss and certified(found, points, labels)


def test_training_proves_itself_and_forgeries_do_not() -> None:
    found = train(LINE, LABELS, 2)
    assert certified(found, LINE, LABELS)
    assert found.cells == 10 and found.programs == len(found.certificates) == 210  # choices of 2 of 20 kinds of units
    assert not certified(replace(found, certificates=found.certificates[1:]), LINE, LABELS)
    assert not certified(replace(found, loss=found.loss + 1), LINE, LABELS)
    assert not certified(replace(found, loss=found.loss - Fraction(1, 10**9)), LINE, LABELS)
    assert not certified(replace(found, biases=[b + 1 for b in found.biases]), LINE, LABELS)
    assert not certified(train(LINE, LABELS, 2, signs=(1,)), LINE, LABELS)


def test_more_units_fit_better_until_all_is_fitted() -> None:
    losses = [train(LINE, LABELS, width, keep=False).loss for width in (1, 2, 3)]
    assert losses[0] > losses[1] > losses[2] > 0


def test_a_constant_in_the_output_helps() -> None:
    points, labels = [(0,), (1,)], [-1, 1]
    assert train(points, labels, 1).loss == 1
    found = train(points, labels, 1, affine=True)
    assert found.loss == 0 and [found(x) for x in points] == labels
    assert train(points, labels, 2).loss == 0


def test_gradient_descent_comes_near_and_does_not_go_below() -> None:
    rng = np.random.default_rng(11)
    for width in (1, 2):
        least = float(train(LINE, LABELS, width, keep=False).loss)
        found = descend(LINE, LABELS, width, rng, restarts=100)
        assert least - 1e-9 <= found <= 1.5 * least + 0.1


def test_the_outputs_of_a_cell_are_linear_on_it() -> None:
    for cell in cells(LINE):
        for g, row in zip(cell.generators, outputs(cell, LINE), strict=True):
            assert row == [dot([*x, 1], g) if on else 0 for x, on in zip(LINE, cell.active, strict=True)]


def test_the_printed_objective_is_zero_where_nothing_is_active() -> None:
    found = unitwise([(1,), (2,), (3,)], [1, 0, 1])
    assert (False, False, False) in found and (True, True, True) not in found


def test_no_data_is_refused() -> None:
    with pytest.raises(ValueError, match="no data"):
        cells([])
