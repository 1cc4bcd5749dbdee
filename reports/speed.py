"""The table and the plots of the benchmarks: ``python -m reports.speed MEASURED.json [FOLDER]``.

Reads what ``pytest tests/benchmarks --benchmark-only --benchmark-json=MEASURED.json`` wrote, and writes README.md and
one SVG for each kind of work, cost against size on logarithmic axes, into FOLDER (reports/benchmarks unless given).
"""

from __future__ import annotations

import importlib.metadata
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "scipy", "sympy", "mpmath", "python-flint", "pplpy", "PEPit", "clarabel")
FITTED = 3  # the least number of sizes that an exponent is fitted to
Row = dict[str, Any]


def table(measured: dict[str, Any]) -> str:
    """The Markdown page for what pytest-benchmark measured. Raises ValueError when there is no row."""
    works = _works(measured)
    lines = ["# Speed", "", *_introduction(measured), "", *_summary(works)]
    for name, rows in works.items():
        lines += ["", *_section(name, rows)]
    return "\n".join(lines) + "\n"


def _works(measured: dict[str, Any]) -> dict[str, list[Row]]:
    works: dict[str, list[Row]] = {}
    for benchmark in measured["benchmarks"]:
        row = benchmark["extra_info"]
        if "ours_s" in row:
            works.setdefault(row["name"], []).append(row)
    if not works:
        raise ValueError("no benchmark has recorded a row: run pytest tests/benchmarks --benchmark-only")
    return {name: sorted(rows, key=lambda r: (r["peer"], r["x"])) for name, rows in works.items()}


def _introduction(measured: dict[str, Any]) -> list[str]:
    machine = measured["machine_info"]
    cpu = machine.get("cpu", {})
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return [
        "Made by `tox -e bench`; every row measures ours and a peer on the same input in the same run, and both "
        "results agreed. Times are medians in seconds, without the start of the interpreter; ours include making and "
        "checking the certificate where there is one. The ratio is the peer's time over ours.",
        "",
        f"{cpu.get('brand_raw', 'unknown processor')}, {cpu.get('count', '?')} cores; Python "
        f"{machine.get('python_version', '?')}; {', '.join(versions)}; {measured['datetime'][:10]}.",
    ]


def _summary(works: dict[str, list[Row]]) -> list[str]:
    """One line for each kind of work and each peer, or limit of time: the largest size at which there is one."""
    lines = ["| work | at | ours | peer | its time | ratio | to reach | reached |", "|:--|:--|--:|:--|--:|--:|--:|:--|"]
    for name, rows in works.items():
        last: dict[str, Row] = {}
        for row in sorted(filter(_aim, rows), key=lambda r: r["x"]):
            last[row["peer"].partition(",")[0] if row["peer_s"] is not None else ""] = row
        for row in last.values():
            lines.append(f"| [{_cell(name)}](#{_anchor(name)}) {_cells(row)} | {_aim(row)} | {_reached(row)} |")
    return lines


def _cells(row: Row) -> str:
    if row["peer_s"] is None:
        return f"| {_cell(row['size'])} | {_seconds(row['ours_s'])} |  |  | "
    peer = f"{_cell(row['peer'])} | {_seconds(row['peer_s'])} | {_ratio(row['ratio'])}"
    return f"| {_cell(row['size'])} | {_seconds(row['ours_s'])} | {peer}"


def _aim(row: Row) -> str:
    """What a row is meant to reach: a ratio where its peer was measured, a time."""
    parts = [] if row["target"] is None or row["ratio"] is None else [f"{_ratio(row['target'])} times"]
    return ", ".join(parts + ([] if row["within_s"] is None else [f"{row['within_s']:g} s"]))


def _reached(row: Row) -> str:
    if not _aim(row):
        return ""
    good = row["target"] is None or row["ratio"] is None or row["ratio"] >= row["target"]
    return "yes" if good and (row["within_s"] is None or row["ours_s"] <= row["within_s"]) else "**no**"


def _section(name: str, rows: Sequence[Row]) -> list[str]:
    about = rows[0]
    lines = [f"## {name}", ""]
    fit = exponent(rows)
    grown = "too few sizes to fit an exponent"
    if fit is not None:
        grown = f"cost grows like x^{fit[0]:.2f} over the largest {fit[1]} sizes, x = {about['grows_with']}"
    lines += [f"{grown[0].upper()}{grown[1:]}. Best known: {about['best']}. What limits it: {about['limit']}.", ""]
    if len({r["x"] for r in rows}) > 1:
        lines += [f"![{name}: cost against {about['grows_with']}]({_anchor(name)}.svg)", ""]
    largest = max(rows, key=lambda r: r["ours_s"])
    spent = ", ".join(f"`{place}` {share:.0%}" for place, share in largest["profile"])
    lines += [f"Where the time goes at {largest['size']}, by the profiler: {spent}.", ""]
    lines += ["| size | ours | of it the checker | peer | its time | ratio | to reach | reached | |",
              "|:--|--:|--:|:--|--:|--:|--:|:--|:--|"]  # fmt: skip
    for row in rows:
        checker = "" if row["checker_s"] is None else _seconds(row["checker_s"])
        size, ours, peer = _cell(row["size"]), _seconds(row["ours_s"]), _cells(row).split(" | ", 2)[2]
        lines.append(f"| {size} | {ours} | {checker} | {peer} | {_aim(row)} | {_reached(row)} | {_cell(row['note'])} |")
    return lines


def exponent(rows: Sequence[Row]) -> tuple[float, int] | None:
    """The slope of log time against log x, by least squares, and over how many sizes: the larger half of at least
    three, since at small sizes the overhead of calls is what one sees. None for fewer than three sizes."""
    times: dict[float, float] = {}
    for row in rows:
        times[row["x"]] = min(row["ours_s"], times.get(row["x"], math.inf))
    points = sorted((math.log(x), math.log(t)) for x, t in times.items() if x > 0 and t > 0)
    if len(points) < FITTED:
        return None
    points = points[-max(FITTED, (len(points) + 1) // 2) :]
    mean_x, mean_y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return slope, len(points)


def plot(rows: Sequence[Row]) -> str:
    """An SVG: our time and each peer's against x, on logarithmic axes."""
    from theorems.drawing import HUES, INK, drawn

    def paint(axes: Sequence[Any]) -> None:
        axis = axes[0]
        ours: dict[float, float] = {}
        for row in rows:
            ours[row["x"]] = min(row["ours_s"], ours.get(row["x"], math.inf))
        axis.loglog(sorted(ours), [ours[x] for x in sorted(ours)], "o-", color=INK, label="Marginalia")
        for hue, peer in zip(HUES, sorted({r["peer"] for r in rows if r["peer_s"] is not None}), strict=False):
            points = sorted((r["x"], r["peer_s"]) for r in rows if r["peer"] == peer and r["peer_s"] is not None)
            axis.loglog(*zip(*points, strict=True), "s--", color=hue, label=peer)
        axis.set_xlabel(rows[0]["grows_with"])
        axis.set_ylabel("seconds")
        axis.legend(fontsize=8)

    svg = drawn(rows[0]["name"], paint, height=3.0)[1]
    return svg.replace("<svg ", '<svg style="background: white" ', 1)  # a file of its own has no page behind it


def write(measured: dict[str, Any], folder: Path) -> list[Path]:
    """Write the page and the plots; returns their paths. Pictures of work that is no longer measured go."""
    page = table(measured)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.svg"):
        old.unlink()
    written = [folder / "README.md"]
    written[0].write_text(page, encoding="utf-8")
    for name, rows in _works(measured).items():
        if len({r["x"] for r in rows}) > 1:
            written.append(folder / f"{_anchor(name)}.svg")
            written[-1].write_text(plot(rows), encoding="utf-8")
    return written


def _anchor(name: str) -> str:
    return "".join(c for c in name.lower().replace(" ", "-") if c.isalnum() or c == "-")


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("\n", " ")


def _ratio(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _seconds(value: float) -> str:
    for unit, name in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")):
        if value >= unit:
            return f"{value / unit:.3g} {name}"
    return f"{value / 1e-9:.3g} ns"


def main(arguments: Sequence[str]) -> int:
    """Run the command; returns the exit code."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if len(arguments) > 1 else Path(__file__).parent / "benchmarks"
    try:
        written = write(json.loads(Path(arguments[0]).read_text(encoding="utf-8")), folder)
    except (OSError, ValueError) as error:
        print(f"error: {arguments[0]}: {error}", file=sys.stderr)
        return 2
    print(*written, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
