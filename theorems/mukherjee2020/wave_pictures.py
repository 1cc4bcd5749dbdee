"""Pictures of triangle waves and of nets that come close to them; drawn by the theme of theorems.drawing."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from theorems.drawing import AMBER, BLUE, RULE, Picture, drawn

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def one_unit_beside_the_wave() -> Picture:
    """Theorem 2.3.6, small budgets: the sawtooth of 16 laps and a net of one unit."""
    from numerics.pwl import composition

    wave = composition([[Fraction(1, 2)]] * 4, 1)
    xs = [Fraction(n, 32) for n in range(33)]
    waves, nets = [wave(x) for x in xs], [min(16 * x, Fraction(1, 2)) for x in xs]
    gaps = [abs(u - v) for u, v in zip(waves, nets, strict=True)]
    assert sum((u + v) / 64 for u, v in pairwise(gaps)) == Fraction(31, 128)

    def paint(axes: Sequence[Axes]) -> None:
        ax = axes[0]
        at, up, flat = ([float(v) for v in values] for values in (xs, waves, nets))
        ax.axhline(0, color=RULE, lw=0.7)
        ax.fill_between(at, up, flat, color=AMBER, alpha=0.2, lw=0)
        ax.plot(at, up, color=BLUE, lw=1.3)
        ax.plot(at, flat, color=AMBER, lw=1.6)
        ax.set(xlim=(0, 1), ylim=(-0.05, 1.08))
        ax.set_xticks([0, 1 / 32, 1], ["0", r"$\frac{1}{32}$", "1"])
        ax.set_yticks([0, 0.5, 1], ["0", r"$\frac{1}{2}$", "1"])

    title = (
        r"The sawtooth $s_{16}$, from four layers of two units, and $\min(16 x, 1/2)$, from one unit. The area between "
        r"them is $31/128$, less than $\delta = 63/256$, for which the printed budget with $k' = 4$ is $2^{1/4} > 1$."
    )
    return drawn(title, paint, height=2.2)
