"""The benchmarks: every row measures a piece of work and a peer on the same input in the same run.

They run only with ``--benchmark-only`` (``tox -e bench``). A row asserts that both results agree, never how long they
took; ``python -m reports.benchmarks`` makes the table and the plots from what was measured.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from work import Work

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS, ENOUGH_S = 7, 2.0  # a measurement is the median of so many rounds, of fewer once they have taken so long


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without ``--benchmark-only`` there are no benchmarks: their peers are not installed with the tests."""
    asked = config.getoption("benchmark_only", False)
    return True if collection_path.name.startswith("test_") and not asked else None


def median_seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """The median time of some rounds after a first one that does not count unless it is long; and the result."""
    start = time.perf_counter()
    result = work()
    first = time.perf_counter() - start
    if first > ENOUGH_S:
        return first, result
    taken: list[float] = []
    while len(taken) < ROUNDS and sum(taken) < ENOUGH_S:
        start = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[len(taken) // 2], result


def where_the_time_goes(work: Callable[[], Any]) -> list[tuple[str, float]]:
    """The three functions with the greatest own time, and their share of it, by the profiler."""
    profile = cProfile.Profile()
    profile.runcall(work)
    stats = pstats.Stats(profile)
    total = stats.total_tt or 1.0
    largest = sorted(stats.stats.items(), key=lambda item: -item[1][2])[:3]
    return [(_shown(*place), own / total) for place, (_, _, own, _, _) in largest]


def _shown(file: str, line: int, name: str) -> str:
    if file == "~":
        return name.strip("<>")
    path = Path(file)
    return f"{path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name}:{name}"


@pytest.fixture
def beside(benchmark: Any) -> Callable[..., Any]:
    """``beside(work, size, x, ours, peer=..., peer_name=...)``: one row; returns our result and the peer's."""

    def row(work: Work, size: str, x: float, ours: Callable[[], Any], *, peer: Callable[[], Any] | None = None,
            peer_name: str = "", check: Callable[[Any], Any] | None = None,
            agree: Callable[[Any, Any], bool] | None = None, note: Callable[[Any, Any], str] | None = None,
            target: float | None = None, within_s: float | None = None) -> tuple[Any, Any]:  # fmt: skip
        """Measure and record.

        ``check`` takes our result and has its certificate checked (its truth is asserted); its time counts as ours.
        ``agree`` compares both results and is asserted. ``target``: how many times faster than the peer we mean to
        be; below 1 when we may be slower (0.1: at most ten times slower). ``within_s``: our time in seconds.
        """
        checker_s, engine_s, mine = 0.0, None, None
        if check is not None:
            engine_s, mine = median_seconds(ours)
            checker_s, accepted = median_seconds(lambda: check(mine))
            assert accepted
            ours_s = engine_s + checker_s
            benchmark.pedantic(lambda: check(ours()), rounds=1, iterations=1)
        else:
            mine = benchmark.pedantic(ours, rounds=1, iterations=1)
            ours_s, mine = median_seconds(ours)
        peer_s, theirs = median_seconds(peer) if peer else (None, None)
        if agree is not None:
            assert agree(mine, theirs)
        benchmark.group = work.name
        benchmark.extra_info.update(
            asdict(work), size=size, x=x, ours_s=ours_s, checker_s=checker_s if check else None, engine_s=engine_s,
            peer=peer_name, peer_s=peer_s, ratio=peer_s / ours_s if peer_s else None, target=target,
            within_s=within_s, note=note(mine, theirs) if note else "",
            profile=where_the_time_goes(ours if check is None else lambda: check(ours())),
        )  # fmt: skip
        return mine, theirs

    return row
