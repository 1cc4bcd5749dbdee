"""The table of the benchmarks: what it says follows from what was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reports.speed import exponent, table, write

ROOT = Path(__file__).resolve().parent.parent.parent


def row(x: float, ours: float, **more: Any) -> dict[str, Any]:
    return {
        "name": "rank of sign matrices", "grows_with": "entries", "best": "O(N^w)", "limit": "BLAS",
        "size": f"N = {x:g}", "x": x, "ours_s": ours, "checker_s": None, "engine_s": None, "peer": "",
        "peer_s": None, "ratio": None, "target": None, "within_s": None, "note": "",
        "profile": [["numerics/rank.py:solve", 0.75]],
    } | more  # fmt: skip


def beside(x: float, ours: float, peer: float, target: float | None, **more: Any) -> dict[str, Any]:
    return row(x, ours, peer="SymPy", peer_s=peer, ratio=peer / ours, target=target, **more)


def measured(*rows: dict[str, Any]) -> dict[str, Any]:
    machine = {"cpu": {"brand_raw": "Abacus", "count": 2}, "python_version": "3.11.7"}
    return {"machine_info": machine, "datetime": "2026-11-30T12:00:00", "benchmarks": [{"extra_info": r} for r in rows]}


def lines_with(page: str, word: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("|") and word in line]


def test_the_exponent_is_that_of_the_larger_sizes() -> None:
    rows = [row(10.0**k, 1e-3 if k < 3 else 1e-12 * 10.0 ** (2 * k)) for k in range(1, 7)]
    slope, count = exponent(rows) or (0.0, 0)
    assert count == 3 and abs(slope - 2) < 1e-9
    assert exponent(rows[:2]) is None
    assert exponent([row(5, 1.0), row(5, 2.0), row(5, 3.0)]) is None


def test_what_was_reached_and_what_was_not() -> None:
    page = table(measured(beside(10, 1.0, 50.0, 100), beside(20, 1.0, 300.0, 100), row(30, 70.0, within_s=60)))
    summary = lines_with(page.split("## ")[0], "[rank of sign matrices]")
    assert len(summary) == 2
    assert "| N = 20 | 1 s | SymPy | 300 s | 300 | 100 times | yes |" in summary[0]
    assert "| N = 30 | 70 s |  |  |  | 60 s | **no** |" in summary[1]
    assert "50 | 100 times | **no**" in lines_with(page, "N = 10")[0]


def test_slower_by_a_known_factor_is_a_target_too() -> None:
    page = table(measured(beside(10, 1.0, 0.2, 0.1), beside(20, 1.0, 0.02, 0.1)))
    assert "| 0.1 times | yes |" in lines_with(page, "N = 10")[0]
    assert "| 0.1 times | **no** |" in lines_with(page, "N = 20")[0]


def test_a_ratio_is_judged_where_the_peer_was_measured() -> None:
    alone = row(1000, 5.0, peer="SymPy", target=100)
    page = table(measured(beside(10, 1.0, 300.0, 100), alone))
    assert len(lines_with(page.split("## ")[0], "[rank of sign matrices]")) == 1 and "**no**" not in page
    assert "| N = 1000 | 5 s |  |  |  |  |  |  |  |" in page


def test_a_row_without_an_aim_is_shown_and_not_judged() -> None:
    page = table(measured(beside(10, 1.0, 2.0, None, note="wrong in 3 of 8 | sometimes", checker_s=0.25)))
    assert "| N = 10 | 1 s | 250 ms | SymPy | 2 s | 2 |  |  | wrong in 3 of 8 \\| sometimes |" in page
    assert "too few sizes" in page.lower() and "`numerics/rank.py:solve` 75%" in page


def test_nothing_measured_is_an_error() -> None:
    with pytest.raises(ValueError, match="no benchmark has recorded a row"):
        table(measured())


def test_page_and_plots(tmp_path: Path) -> None:
    (tmp_path / "gone.svg").write_text("<svg/>")
    rows = [beside(x, 1e-6 * x, 1e-4 * x, 10) for x in (10, 100, 1000)]
    assert [p.name for p in write(measured(*rows), tmp_path)] == ["README.md", "rank-of-sign-matrices.svg"]
    assert not (tmp_path / "gone.svg").exists()
    svg = (tmp_path / "rank-of-sign-matrices.svg").read_text()
    assert svg.startswith("<svg") and "background: white" in svg and len(svg) < 60_000
    assert "(rank-of-sign-matrices.svg)" in (tmp_path / "README.md").read_text()


def test_the_command(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "reports.speed", *words], cwd=ROOT, capture_output=True, text=True)

    path = tmp_path / "measured.json"
    path.write_text(json.dumps(measured(beside(10, 1.0, 2.0, 1))))
    assert run(str(path), str(tmp_path / "out")).returncode == 0
    assert (tmp_path / "out" / "README.md").is_file()
    for words in ([], [str(tmp_path / "missing.json")]):
        done = run(*words)
        assert done.returncode == 2 and done.stderr and "Traceback" not in done.stderr
    path.write_text("{")
    assert run(str(path)).returncode == 2
