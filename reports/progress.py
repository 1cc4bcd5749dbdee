"""One progress bar, on a terminal's standard error; silent elsewhere."""

from __future__ import annotations

import sys
from typing import Any


class Bar:
    """Counts jobs done and to do, with the time left. ``with Bar("...") as bar: bar.add(3); bar.step("name")``."""

    def __init__(self, title: str, quiet: bool = False) -> None:
        self._title, self._quiet = title, quiet or not sys.stderr.isatty()
        self._progress: Any = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def add(self, jobs: int) -> None:
        """There are so many more jobs to do."""
        if self._quiet or not jobs:
            return
        if self._progress is None:
            self._start()
        total = self._progress.tasks[0].total or 0
        self._progress.update(self._task, total=total + jobs)

    def step(self, name: str = "", jobs: int = 1) -> None:
        """So many jobs are done, the last one about ``name``."""
        if self._progress is not None:
            self._progress.update(self._task, advance=jobs, about=name)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._progress = Progress(
            TextColumn(self._title), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            TextColumn("{task.fields[about]}"), console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task(self._title, total=0, about="")
        self._progress.start()
