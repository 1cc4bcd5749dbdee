"""Jobs, each in a process of its own: names and numbers go in, JSON values come out.

A process for each job keeps jobs apart: one that crashes loses its own result and no other, its memory goes back, and
what a claim's file puts into shared tables stays out of the next one. Where the system allows, processes are forked
from a server that has the modules loaded and no claim, so that one costs a few hundredths of a second.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any


@dataclass(frozen=True)
class Job:
    """A function of ``reports.work``, by name, with arguments that pickle; ``key`` is for the one who asked."""

    key: Any
    function: str
    arguments: tuple[Any, ...]
    urgent: bool = False


class Lost(Exception):
    """A job gave no result; the message says what it raised, or how its process ended.

    A job that raises this itself has said everything that there is to say. ``accident``: another time it might end
    otherwise.
    """

    def __init__(self, message: str, accident: bool = False) -> None:
        super().__init__(message)
        self.accident = accident


def run(jobs: Iterable[Job], workers: int, done: Callable[[Job, Any], Iterable[Job]]) -> None:
    """Run jobs, ``workers`` at a time; ``done(job, result or Lost)`` returns the jobs that follow from one.

    When this ends early, by an exception or an interrupt, the processes that it started are ended.
    """
    waiting = deque(jobs)
    running: dict[Connection, tuple[Job, Any]] = {}
    start = context()
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                job = waiting.popleft()
                receiver, sender = start.Pipe(duplex=False)
                process = start.Process(target=_child, args=(sender, job.function, job.arguments), daemon=True)
                process.start()
                sender.close()
                running[receiver] = (job, process)
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                job, process = running.pop(ready)
                result = _result(ready, process)
                for follower in done(job, result):
                    if follower.urgent:
                        waiting.appendleft(follower)
                    else:
                        waiting.append(follower)
    finally:
        for _, process in running.values():
            process.terminate()


def _result(ready: Connection, process: Any) -> Any:
    try:
        good, value, accident = ready.recv()
        process.join()
    except EOFError:
        process.join()
        good, value, accident = False, f"its process ended with code {process.exitcode}", True
    finally:
        ready.close()
    return value if good else Lost(value, accident)


def context() -> Any:
    """How processes are started here."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the jobs are what runs in parallel
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["reports.preload"])
    return start


def _child(sender: Connection, function: str, arguments: tuple[Any, ...]) -> None:
    obey()
    try:
        value = getattr(importlib.import_module("reports.work"), function)(*arguments)
        sender.send((True, value, False))
    except Lost as error:
        sender.send((False, str(error), error.accident))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error} ({os.path.basename(place.filename)}:{place.lineno})"
        sender.send((False, text, isinstance(error, OSError | MemoryError)))
    sender.close()


def obey() -> None:
    """Leave it to the parent process when this one ends, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    sys.setrecursionlimit(20_000)


def _follow() -> None:
    """End this process when the one that started it is gone, by whatever way."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
