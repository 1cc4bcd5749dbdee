"""Jobs for any ``concurrent.futures.Executor``: names and numbers go in, JSON values come out.

:class:`Processes`, the executor that is used unless another is given, has a process for each job, which keeps jobs
apart: one that crashes loses its own result and no other, its memory goes back, and what a claim's file puts into
shared tables stays out of the next one. Where the system allows, processes are forked from a server that has the
modules loaded and no claim, so that one costs a few hundredths of a second. :class:`Apart` gives the jobs of any other
executor, such as a cluster's, the same process of their own on the machine that received them.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

IN_FLIGHT = 256  # jobs at a time for an executor that does not say how many ``workers`` it has
_LOCK = threading.Lock()  # processes are started and reaped one at a time: multiprocessing's own books need that


@dataclass(frozen=True)
class Job:
    """A function of a module, with arguments that pickle; ``key`` is for the one who asked.

    ``urgent``: before the others that wait. ``here``: on this machine, whoever does the rest.
    """

    key: Any
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    urgent: bool = False
    here: bool = False


class Lost(Exception):
    """A job gave no result; the message says what it raised, or how its process ended.

    A job that raises this itself has said everything that there is to say. ``accident``: another time it might end
    otherwise.
    """

    def __init__(self, message: str, accident: bool = False) -> None:
        super().__init__(message)
        self.accident = accident


def run(jobs: Iterable[Job], executor: Executor, done: Callable[[Job, Any], Iterable[Job]],
        here: Executor | None = None) -> None:  # fmt: skip
    """Run jobs; ``done(job, result or Lost)`` returns the jobs that follow from one.

    Jobs are taken from the iterable when an executor has room for them, and not before. ``here`` runs those that stay
    on this machine (by default ``executor`` runs them all). When this ends early, by an exception or an interrupt,
    what waits is cancelled.
    """
    here = here or executor
    fresh = iter(jobs)
    waiting: dict[Executor, deque[Job]] = {executor: deque(), here: deque()}
    running: dict[Future[Any], tuple[Job, Executor]] = {}
    busy: Counter[Executor] = Counter()

    def following(crew: Executor) -> Job | None:
        if not waiting[crew] and crew is executor:
            for job in fresh:
                waiting[here if job.here else executor].append(job)
                if waiting[crew]:
                    break
        return waiting[crew].popleft() if waiting[crew] else None

    try:
        while True:
            for crew in waiting:
                while busy[crew] < room(crew) and (job := following(crew)):
                    running[_submitted(crew, job)] = job, crew
                    busy[crew] += 1
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                job, crew = running.pop(future)
                busy[crew] -= 1
                for follower in done(job, _result(future)):
                    line = waiting[here if follower.here else executor]
                    (line.appendleft if follower.urgent else line.append)(follower)
    finally:
        for future in running:
            future.cancel()


def room(executor: Executor) -> int:
    """How many jobs an executor is given at a time."""
    workers: int = getattr(executor, "workers", IN_FLIGHT)
    return workers


def _submitted(executor: Executor, job: Job) -> Future[Any]:
    try:
        return executor.submit(job.function, *job.arguments)
    except Exception as error:  # such as a pool that is broken for good
        failed: Future[Any] = Future()
        failed.set_exception(error)
        return failed


def _result(future: Future[Any]) -> Any:
    """What came of a job; whatever the executor itself raises, such as that workers died over it, is an accident."""
    try:
        return future.result()
    except Lost as lost:
        return lost
    except Exception as error:
        return Lost(f"{type(error).__name__}: {error}", accident=True)


class Processes(Executor):
    """So many processes at a time on this machine, a new one for each call; a call that fails raises Lost.

    When a ``with`` ends early, by an exception or an interrupt, the processes are ended.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._threads = ThreadPoolExecutor(workers)  # each waits for a process
        self._running: set[Any] = set()
        self._ended = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As every executor; ``cancel_futures`` also ends the processes that run."""
        if cancel_futures:
            with _LOCK:
                self._ended = True
                for process in self._running:
                    process.terminate()
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(self, kind: Any, *_: object) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _run(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        start = _context()
        receiver, sender = start.Pipe(duplex=False)
        process = start.Process(target=_child, args=(sender, fn, args, kwargs), daemon=True)
        with receiver:
            with _LOCK, sender:
                if self._ended:
                    raise Lost("interrupted", accident=True)
                process.start()
                self._running.add(process)
            try:
                good, value, accident = receiver.recv()
            except EOFError:
                good, value, accident = False, "", True
        with _LOCK:
            process.join()
            self._running.discard(process)
        if not good:
            raise Lost(value or f"its process ended with code {process.exitcode}", accident)
        return value


class Apart(Executor):
    """Another executor, each of whose calls runs in a process of its own beside the worker that received it."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    @property
    def workers(self) -> int:
        """How many jobs it is given at a time."""
        return room(self._executor)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._executor.submit(apart, fn, *args, **kwargs)


def apart(fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """What a call returns that runs in a process of its own. Raises Lost."""
    if multiprocessing.current_process().daemon:
        raise Lost("a worker that a nanny watches may start no process: start it with `dask worker --no-nanny`")
    with Processes(1) as process:
        return process.submit(fn, *args, **kwargs).result()


def _context() -> Any:
    """How processes are started here."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the jobs are what runs in parallel
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["reports.preload"])
    return start


def _child(sender: Connection, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Leave interrupts to the parent process, end when the parent does, and send it what came of a call."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    sys.setrecursionlimit(20_000)
    try:
        sender.send((True, fn(*args, **kwargs), False))
    except Lost as error:
        sender.send((False, str(error), error.accident))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        text = f"{type(error).__name__}: {error} ({os.path.basename(place.filename)}:{place.lineno})"
        sender.send((False, text, isinstance(error, OSError | MemoryError)))
    sender.close()


def _follow() -> None:
    """End this process when the one that started it is gone, by whatever way."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
