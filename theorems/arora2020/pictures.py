"""Pictures of the claims of arora2020."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from theorems.drawing import AMBER, BLUE, GREEN, INK, QUIET, RED, Picture, drawn, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def anti_concentration() -> Picture:
    """Lemma 1.1.7: the probability over t/sigma between its two bounds."""
    sharp = math.sqrt(2 / math.pi)

    def share(s: float) -> float:
        return math.erf(s / math.sqrt(2)) / s

    low, high = 1.0, 2.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if share(middle) > 2 / 3 else (low, middle)

    def paint(axes: Sequence[Axes]) -> None:
        (ax,) = axes
        s = [0.01 + i / 100 for i in range(320)]
        ax.axvspan(0, 1, color=GREEN, alpha=0.1, lw=0)
        ax.axvspan(low, 3.2, color=RED, alpha=0.08, lw=0)
        for level in (4 / 5, 2 / 3):
            ax.axhline(level, color=INK, lw=0.8, ls=(0, (5, 3)))
        ax.plot(s, [share(x) for x in s], color=BLUE)
        ax.plot([low], [2 / 3], "o", color=RED)
        note(ax, low + 0.06, 2 / 3 + 0.02, rf"$t = {low:.4f}\,\sigma$", ha="left", va="bottom", color=RED)
        note(ax, 0.5, 0.55, "the repaired claim", color=GREEN)
        note(ax, 2.3, 0.55, "the lower bound fails", color=RED)
        ax.set(xlim=(0, 3.2), ylim=(0.34, 0.86), xlabel=r"$t/\sigma$")
        ax.set_xticks([0, 1, 3 / 2, 2, 3], ["0", "1", "3/2", "2", "3"])
        ax.set_yticks([2 / 3, 4 / 5], ["2/3", "4/5"])
        ax.set_ylabel(r"$\Pr[|X| \leq t]\;/\;(t/\sigma)$")

    title = (
        rf"The probability over $t/\sigma$. As printed it stays between the dashed lines $\frac23$ and $\frac45$. "
        rf"It falls below $\frac23$ at $t = {low:.4f}\,\sigma$; its supremum is $\sqrt{{2/\pi}} = {sharp:.4f}$, as "
        rf"$t \to 0$, a hair below $\frac45$."
    )
    return drawn(title, paint, height=2.2)


def decrease() -> Picture:
    """Lemma 2.1.4: the factor of the squared gradient by which a step decreases the function, over the step."""

    def paint(axes: Sequence[Axes]) -> None:
        (ax,) = axes
        steps = [i / 50 for i in range(118)]
        ax.axhline(0, color=QUIET, lw=0.7)
        ax.axvspan(0, 1, color=GREEN, alpha=0.1, lw=0)
        ax.plot(steps, [x * (1 - x / 2) for x in steps], color=BLUE)
        ax.plot([0, 1], [0, 1 / 2], color=AMBER)
        ax.plot([1], [1 / 2], "o", color=INK)
        ax.plot([2], [0], "o", color=INK, fillstyle="none")
        note(ax, 0.66, 0.28, r"printed: $\eta/2$", ha="left", color=AMBER)
        note(ax, 1.42, 0.48, r"exact: $\eta\,(1 - \eta L/2)$", ha="left", color=BLUE)
        note(ax, 2.03, 0.05, "descent ends", ha="left")
        ax.set(xlim=(0, 2.35), ylim=(-0.12, 0.58), xlabel=r"$\eta$")
        ax.set_xticks([0, 1, 2], ["0", r"$1/L$", r"$2/L$"])
        ax.set_yticks([0, 1 / 2], ["0", r"$\frac{1}{2L}$"])

    title = (
        r"What a step of length $\eta$ takes off $f$, as a factor of $\|\nabla f\|^2$. The printed factor is a "
        r"chord of the exact one for $\eta < 1/L$; both agree at $\eta = 1/L$, the best step, and the exact one "
        r"is positive up to $2/L$."
    )
    return drawn(title, paint, height=2.1)
