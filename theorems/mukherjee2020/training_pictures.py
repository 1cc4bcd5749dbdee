"""Pictures of exact training (Section 2.4); every number in a caption is computed from what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from theorems.drawing import AMBER, BLUE, GREEN, INK, QUIET, RED, RULE, Picture, drawn, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _frac(value: Fraction) -> str:
    """A fraction in LaTeX, without dollars."""
    return str(value) if value.denominator == 1 else rf"\frac{{{value.numerator}}}{{{value.denominator}}}"


def wrong_objective() -> Picture:
    """Algorithm 1 on three points: fits of the active points alone, and the best network of one unit."""
    from numerics.training import train, unitwise

    points, labels = [(1,), (2,), (3,)], [1, 0, 1]
    best = train(points, labels, 1)
    fitted = unitwise(points, labels)
    losses = [sum(y * y for y, on in zip(labels, active, strict=True) if not on) for active in fitted]

    def paint(axes: Sequence[Axes]) -> None:
        (ax,) = axes
        xs = np.linspace(0.4, 3.6, 2)
        ax.plot(xs, [float(best((x,))) for x in (Fraction(2, 5), Fraction(18, 5))], color=GREEN)
        bends = np.array([0.4, 2, 3.6])
        ax.plot(bends, np.maximum(0, 2 - bends), color=RED)
        ax.plot(xs, 0 * xs, color=AMBER, ls=(0, (4, 3)))
        ax.plot([p[0] for p in points], labels, "o", color=INK)
        note(ax, 3.6, float(best.loss) + 0.13, rf"${_frac(best.loss)}$", color=GREEN)
        note(ax, 0.62, 1.62, "$1$", color=RED)
        note(ax, 3.6, 0.14, "$2$", color=AMBER)
        ax.set(xticks=[1, 2, 3], yticks=[0, 1], ylim=(-0.15, 1.75))

    title = (
        rf"Three points and three networks of one unit, with the losses that they leave. The objective as printed is "
        rf"$0$ for the red one, which fits its active points, and for the dashed one, which has none: whatever is "
        rf"returned leaves ${min(losses)}$ or more. The best network, in green, leaves ${_frac(best.loss)}$."
    )
    return drawn(title, paint, height=2.1)


def cells_of_a_unit() -> Picture:
    """Theorem 2.4.1 at work: the cells of one unit for five points, each with what its best fit leaves."""
    from numerics.training import cells, train

    points, labels = [(q,) for q in range(1, 6)], [0, 1, 0, 2, 3]
    found = cells(points)
    trained = train(points, labels, 1)
    left = {kind: fit.loss for (kind,), fit in trained.certificates if kind[0] == 1}
    places = {cell.active: left[1, number] for number, cell in enumerate(found)}
    best = trained.loss

    def paint(axes: Sequence[Axes]) -> None:
        plane, line = axes
        for (q,) in points:  # a (q - 3) + c = 0 in the plane of a and c = 3 a + b, the height at the middle point
            direction = np.array([1.0, 3 - q]) / np.hypot(1, 3 - q)
            plane.plot([-direction[0], direction[0]], [-direction[1], direction[1]], color=RULE, lw=1)
        turn = np.linspace(0, 2 * np.pi, 7200, endpoint=False)
        signs = np.stack([np.cos(turn) * (q - 3) + np.sin(turn) > 0 for (q,) in points], axis=1)
        for active, loss in places.items():
            inside = turn[(signs == np.array(active)).all(axis=1)]
            middle = np.arctan2(np.sin(inside).mean(), np.cos(inside).mean())
            hue = GREEN if loss == best else QUIET
            note(plane, 1.15 * np.cos(middle), 1.15 * np.sin(middle), rf"${float(loss):.3g}$", color=hue, fontsize=8)
        weight, height = float(trained.weights[0][0]), float(3 * trained.weights[0][0] + trained.biases[0])
        size = np.hypot(weight, height)
        plane.plot([0, weight / size], [0, height / size], color=GREEN)
        plane.set(xlim=(-1.45, 1.45), ylim=(-1.45, 1.45), xticks=[], yticks=[], aspect="equal")
        for spine in plane.spines.values():
            spine.set_visible(False)
        kink = -trained.biases[0] / trained.weights[0][0]
        xs = [Fraction(1, 2), kink, Fraction(11, 2)]
        line.plot([float(x) for x in xs], [float(trained((x,))) for x in xs], color=GREEN)
        for (q,), label in zip(points, labels, strict=True):
            line.plot([q, q], [label, float(trained((q,)))], color=BLUE, lw=1)
        line.plot([q for (q,) in points], labels, "o", color=INK)
        line.set(xticks=[q for (q,) in points], yticks=[0, 1, 2, 3])

    weight, bias = trained.weights[0][0], -trained.biases[0]
    title = (
        rf"Training one unit $\max(0, a x + b)$ on five points. On the left, the plane of $a$ and $3 a + b$: the lines "
        rf"$a x_j + b = 0$ cut it into {len(found)} cells, one for each way to part the points; each number is what "
        rf"the best fit of its cell leaves. On the right the best of all, $\max(0, {_frac(weight)} x - "
        rf"{_frac(bias)})$, which leaves ${_frac(best)}$."
    )
    return drawn(title, paint, panels=2, height=2.6, widths=(1.1, 1))
