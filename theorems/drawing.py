"""Pictures for reports: small SVG that is the same on every run and takes its colours from the page that shows it.

Matplotlib is imported only when something is drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Picture = tuple[str, str]
WIDTH, SHOWN = 5.6, 640  # inches for Matplotlib, so that text is readable on a phone; pixels where there is room

# A colour that Matplotlib can handle, what replaces it in the SVG: a property of the page, with a value for viewers
# that have no page. Ink is the colour of the text around, whatever that is.
INK, QUIET, RULE, BLUE, RED, GREEN, AMBER, VIOLET = (f"#0102{i:02x}" for i in range(8))
_COLOURS = {
    INK: "currentColor",
    QUIET: "var(--quiet, #6a645a)",
    RULE: "var(--rule, #ddd7ca)",
    BLUE: "var(--bounded, #2c648f)",
    RED: "var(--refuted, #ad3426)",
    GREEN: "var(--proved, #1c6b50)",
    AMBER: "var(--tested, #8c6510)",
    VIOLET: "var(--solver, #66509a)",
}
HUES = (BLUE, AMBER, GREEN, RED, VIOLET)

_STYLE = {
    "svg.fonttype": "path",  # a viewer's own fonts would not fit where Matplotlib has put the text
    "svg.hashsalt": "marginalia",
    "font.family": "STIXGeneral",
    "mathtext.fontset": "stix",
    "font.size": 10.5,
    "axes.titlesize": 10.5,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "lines.linewidth": 1.5,
    "lines.markersize": 4,
    "lines.solid_capstyle": "round",
    "lines.solid_joinstyle": "round",
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
}  # fmt: skip


def drawn(title: str, paint: Callable[[Sequence[Axes]], None], panels: int = 1, height: float = 2.2,
          widths: Sequence[float] | None = None) -> Picture:  # fmt: skip
    """A title and the SVG of ``panels`` axes in a row, painted by ``paint``; 5.6 inches wide, ``height`` high.

    ``widths`` are the relative widths of the panels. The title may hold $LaTeX$. No text of the SVG is text: say in the
    title what a reader has to know.
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context({**matplotlib.rcParamsDefault, **_STYLE}):
        figure = Figure(figsize=(WIDTH, height), layout="constrained", facecolor="none")
        FigureCanvasSVG(figure)
        axes = figure.subplots(1, panels, squeeze=False, width_ratios=widths)[0]
        for one in axes:
            one.patch.set_visible(False)
        paint(axes)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    return title, _slim(stream.getvalue())


def bare(axes: Axes, *, equal: bool = False) -> None:
    """No frame and no ticks; one scale for both axes where lengths and angles matter."""
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    if equal:
        axes.set_aspect("equal")


def note(axes: Axes, x: Any, y: Any, text: str, **options: Any) -> None:
    """A small text at a point."""
    axes.text(x, y, text, **{"ha": "center", "va": "center", "fontsize": 9.5, **options})


def _slim(svg: str) -> str:
    """The SVG element alone, with the page's colours, and no more digits than can be seen."""
    svg = svg[svg.index("<svg") :]
    wide, high = (float(points) for points in re.findall(r'(?:width|height)="([\d.]+)pt"', svg)[:2])
    shown = f'width="{SHOWN}" height="{SHOWN * high / wide:.0f}"'
    svg = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', shown, svg, count=1)
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"-?\d+\.\d{3,}", lambda number: f"{float(number[0]):.4g}" if abs(float(number[0])) < 1
                 else f"{float(number[0]):.2f}".rstrip("0").rstrip("."), svg)  # fmt: skip
    svg = re.sub(r"\s*\n\s*", "\n", svg)
    used = set(re.findall(r"[(\"]#([^)\"]+)", svg))
    svg = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", svg)
    for colour, value in _COLOURS.items():
        svg = svg.replace(colour, value)
    return svg
