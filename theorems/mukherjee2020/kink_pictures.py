"""Pictures of kinks in the plane: half-lines of a maximum, and whole lines of a sum of ReLU gates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from theorems.drawing import BLUE, INK, QUIET, RULE, Picture, bare, drawn, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def kinks_in_the_plane() -> Picture:
    """Proposition 2.5.2: where max{0, x1, x2} is not differentiable, and where a sum of gates is not."""
    half = Fraction(1, 2)
    gates = [(1, 0, half, 1), (-1, 0, -half, -1), (1, 1, -half, 1), (1, -2, half, -1), (0, 1, 1, 2)]  # a, b, d; weight

    def same(one: tuple, other: tuple) -> bool:
        (a, b, d, _), (s, t, e, _) = one, other
        return a * t == s * b and a * e == s * d and b * e == t * d

    bends = [sum(h[3] * abs(g[0] * h[0] + g[1] * h[1]) for h in gates if same(g, h)) for g in gates]
    lines = [g for i, g in enumerate(gates) if not any(same(g, h) for h in gates[:i])]
    straight = sum(bends[gates.index(g)] == 0 for g in lines)

    def paint(axes: Sequence[Axes]) -> None:
        rays, whole = axes
        for end in ((2, 2), (0, -2), (-2, 0)):
            rays.plot([0, end[0]], [0, end[1]], color=BLUE, lw=2)
        rays.plot([0, -2], [0, -2], color=RULE, lw=1.2, linestyle="--")
        for x, y, text in ((-1.35, -0.6, "$0$"), (1.2, -0.6, "$x_1$"), (-0.6, 1.2, "$x_2$")):
            note(rays, x, y, text)
        rays.plot(0, 0, "o", color=INK)
        rays.set_title(r"$\max\{0, x_1, x_2\}$")
        for g in lines:
            a, b, d = (float(v) for v in g[:3])
            foot = -d * np.array([a, b]) / (a * a + b * b)
            along = np.array([-b, a]) / np.hypot(a, b)
            ends = np.array([foot - 6 * along, foot + 6 * along]).T
            bent = bends[gates.index(g)] != 0
            whole.plot(*ends, color=BLUE if bent else QUIET, lw=2 if bent else 1.2, linestyle="-" if bent else "--")
        whole.set_title(f"a sum of {len(gates)} gates")
        for ax in axes:
            ax.set(xlim=(-2, 2), ylim=(-2, 2))
            bare(ax, equal=True)

    bent = len(lines) - straight
    title = (
        rf"Kinks in the plane. On the left three half-lines; the other half of the diagonal, dashed, has none. On the "
        rf"right the {len(lines)} lines of {len(gates)} gates: {bent} consist of kinks, for the sum bends equally all "
        rf"along a line; the dashed one has none, as its two gates cancel but for a linear function."
    )
    return drawn(title, paint, panels=2, height=2.5)
