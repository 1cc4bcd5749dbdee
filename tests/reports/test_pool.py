"""Jobs on any executor: order, crashes, pools that break, what stays on this machine."""

import math
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from reports.place import ROOT
from reports.pool import Apart, Job, Lost, Processes, run


class AtOnce(Executor):
    """Does a call when it is given; remembers which."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.did: list[Any] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.did.append(args)
        future.set_result(fn(*args))
        return future


def results(jobs: Any, executor: Executor) -> dict[Any, Any]:
    found: dict[Any, Any] = {}

    def done(job: Job, result: Any) -> list[Job]:
        assert job.key not in found
        found[job.key] = result
        return []

    run(jobs, executor, done)
    return found


def test_what_follows_comes_after_what_waits_unless_it_is_urgent() -> None:
    executor = AtOnce(1)

    def done(job: Job, result: Any) -> list[Job]:
        if job.key != "first":
            return []
        return [Job("late", math.sqrt, (4,)), Job("soon", math.sqrt, (5,), urgent=True)]

    run([Job("first", math.sqrt, (1,)), Job("second", math.sqrt, (2,))], executor, done)
    assert executor.did == [(1,), (5,), (4,), (2,)]  # what was not asked for yet waits longest


def test_jobs_are_asked_for_when_there_is_room() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[Job]:
        for k in range(10):
            asked.append(k)
            yield Job(k, math.sqrt, (k,))

    def done(job: Job, result: Any) -> list[Job]:
        assert len(asked) <= job.key + 3
        return []

    run(jobs(), AtOnce(3), done)
    assert asked == list(range(10))


def test_some_jobs_stay_here() -> None:
    there, here = AtOnce(2), AtOnce(2)
    jobs = [Job(k, math.sqrt, (k,), here=k % 3 == 0) for k in range(9)]
    found: list[Any] = []

    def done(job: Job, result: Any) -> list[Job]:
        found.append(result)
        return [Job("more", math.sqrt, (100,), here=True)] if job.key == 1 else []

    run(jobs, there, done, here)
    assert sorted(a for (a,) in here.did) == [0, 3, 6, 100] and sorted(a for (a,) in there.did) == [1, 2, 4, 5, 7, 8]
    assert len(found) == 10


def test_a_crash_loses_one_job_and_says_how_it_ended() -> None:
    jobs = [Job("good", math.sqrt, (9.0,)), Job("dies", os._exit, (7,)), Job("wrong", math.sqrt, (-1.0,)),
            Job("system", os.listdir, ("/nowhere",)), Job("also good", math.sqrt, (16.0,))]  # fmt: skip
    with ThreadPoolExecutor(2) as threads, Processes(2) as processes:
        for executor in (processes, Apart(threads)):
            found = results(jobs, executor)
            assert (found["good"], found["also good"]) == (3.0, 4.0)
            assert isinstance(found["dies"], Lost) and found["dies"].accident
            assert "ended with code 7" in str(found["dies"])
            assert isinstance(found["wrong"], Lost) and not found["wrong"].accident
            assert str(found["wrong"]).startswith("ValueError: math domain error (pool.py:")
            assert isinstance(found["system"], Lost) and found["system"].accident


def test_a_pool_that_breaks_loses_jobs_and_ends() -> None:
    jobs = [Job("dies", os._exit, (7,)), *(Job(k, math.sqrt, (k,)) for k in range(5))]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = results(jobs, pool)
    assert len(found) == 6
    assert all(isinstance(r, Lost) and r.accident and "BrokenProcessPool" in str(r) for r in found.values())


def test_an_executor_that_raises_loses_that_job_alone() -> None:
    class KilledWorker(Exception):
        pass

    class Flaky(AtOnce):
        def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
            if args == (2,):
                failed: Future[Any] = Future()
                failed.set_exception(KilledWorker("three workers died over it"))
                return failed
            if args == (3,):
                raise RuntimeError("cannot schedule new futures")
            return super().submit(fn, *args, **kwargs)

    found = results([Job(k, math.sqrt, (k,)) for k in range(5)], Flaky(2))
    assert {k for k, r in found.items() if isinstance(r, Lost) and r.accident} == {2, 3}
    assert found[4] == 2.0 and "three workers died over it" in str(found[2])


def test_processes_end_when_what_waits_for_them_does() -> None:
    start = time.monotonic()

    def done(job: Job, result: Any) -> list[Job]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Processes(2) as processes:
        run([Job(0, math.sqrt, (1,)), Job(1, time.sleep, (100,)), Job(2, time.sleep, (100,))], processes, done)
    assert time.monotonic() - start < 50


def test_processes_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, time\nfrom pathlib import Path\nfrom reports.pool import Processes\n"
        "def linger(path):\n    Path(path).write_text(str(os.getpid()))\n    time.sleep(100)\n"
        "if __name__ == '__main__':\n    Processes(1).submit(linger, 'pid').result()\n"
    )
    (tmp_path / "main.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "main.py"], cwd=tmp_path, env=environment) as parent:
        pid = tmp_path / "pid"
        until(lambda: pid.is_file() and pid.read_text().isdigit())
        parent.kill()
        parent.wait()
        child = int(pid.read_text())
        until(lambda: gone(child))


def until(true: Any) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    return stat.is_file() and stat.read_text().split(") ")[1][0] == "Z"  # ended, and nobody has asked how
