"""A cluster on this machine: a real scheduler and two real workers find what one process finds, come what may."""

import importlib.util
import json
import math
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from reports.cache import Inputs
from reports.campaign import Plan, campaign
from reports.cluster import Cluster, ClusterError, Where, perform
from reports.place import ROOT, folder
from reports.pool import Job, Lost, Processes, run
from reports.verify import verify

PLAN = Plan(400_000, fresh=True)  # 49 shards
LEMMA = "smith2027/chapter_3/lemma_3_2.py"
Run = Callable[..., subprocess.CompletedProcess[str]]
with_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None, reason='a cluster needs distributed: pip install -e ".[dask]"'
)


class Servers:
    """A scheduler and workers on 127.0.0.1 in processes of their own, without nannies: a worker that is killed stays
    away, and nothing starts another behind the test's back."""

    def __init__(self, base: Path) -> None:
        self.base, self.running, self.workers = base, [], []
        at = base / "scheduler.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", at)
        self._until(lambda: at.is_file() and at.read_text(encoding="utf-8").strip().endswith("}"))
        self.address: str = json.loads(at.read_text(encoding="utf-8"))["address"]

    def fill(self) -> None:
        """See to it that two workers live and the scheduler knows them, and no others."""
        alive = [w for w in self.workers if w.poll() is None]
        for k in range(len(self.workers), len(self.workers) + 2 - len(alive)):
            self.workers.append(self._start("worker", self.address, "--no-nanny", "--nthreads", "1",
                                            "--local-directory", self.base / str(k)))  # fmt: skip
        with Cluster(self.address) as cluster:
            self._until(lambda: cluster.workers == 4)  # two jobs ahead for each thread

    def stop(self) -> None:
        for process in reversed(self.running):
            process.kill()
            process.wait()

    def _start(self, what: str, *words: object) -> subprocess.Popen[bytes]:
        # At the second death over one job, that job is lost; there are but two workers to die.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", "--no-dashboard", *map(str, words)]
        with (self.base / f"{what}.{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=self.base, env=environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not true():
            said = "".join(log.read_text(errors="replace") for log in self.base.glob("*.log"))
            assert time.monotonic() < end, f"the servers do not come up: {said}"
            time.sleep(0.05)


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    started = Servers(tmp_path_factory.mktemp("servers"))
    yield started
    started.stop()


@pytest.fixture
def cluster(servers: Servers) -> Servers:
    servers.fill()
    return servers


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def shards(paper: Path) -> list[int]:
    """The numbers of the shards in all records of a paper."""
    lines = [line for path in paper.glob(".marginalia/campaigns/*/shards") for line in path.read_bytes().splitlines()]
    return [int(line.split()[1]) for line in lines]


@with_dask
def test_a_cluster_finds_what_one_process_finds(paper: Path, cluster: Servers) -> None:
    with Cluster(cluster.address) as executor:
        there = campaign([], folder(paper), PLAN, executor=executor)
    here = campaign([], folder(paper), PLAN, workers=1)
    assert json.dumps(there) == json.dumps(here) and here[0][0]["falsification"]["instances"] == 400_000


@with_dask
def test_a_cluster_searches_and_this_machine_checks(paper: Path, cluster: Servers, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(paper, other)
    with Cluster(cluster.address) as executor:
        there = verify(place=folder(paper), executor=executor)
    here = verify(place=folder(other), workers=1)
    assert there.report == here.report and there.as_expected and there.problems == here.problems == []
    stores = [{p.name: p.read_bytes() for p in (base / "store").rglob("*") if p.is_file()} for base in (paper, other)]
    assert stores[0] == stores[1] and len(stores[0]) == 4


@with_dask
def test_a_worker_that_is_killed_costs_no_shard(paper: Path, cluster: Servers) -> None:
    edit(paper / LEMMA, "    return {", "    import time\n\n    time.sleep(0.05)\n    return {")
    words = ("falsify", str(paper), "--instances", "400k", "--json")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-m", "reports", *words, "--dask", cluster.address], cwd=ROOT, text=True,
                          env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:  # fmt: skip
        end = time.monotonic() + 60
        while not shards(paper):
            assert command.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        next(w for w in cluster.workers if w.poll() is None).kill()
        assert len(shards(paper)) < 40
        said, noise = command.communicate(timeout=120)
    assert command.returncode == 0 and noise == "", noise
    assert Counter(shards(paper)) == Counter(range(49))
    undisturbed, _ = campaign([], folder(paper), PLAN, workers=2)
    assert said.strip() == json.dumps(undisturbed, indent=1)


@with_dask
def test_a_job_that_kills_its_workers_is_lost_alone(cluster: Servers) -> None:
    found: dict[Any, Any] = {}

    def done(job: Job, result: Any) -> list[Job]:
        found[job.key] = result
        if job.key == "dies":
            cluster.fill()
        return []

    class OneByOne(Cluster):
        workers = 1  # a scheduler suspects every job that a worker had when it died

    jobs = [Job("first", math.sqrt, (4.0,)), Job("dies", os._exit, (7,)), *(Job(k, math.sqrt, (k,)) for k in range(6))]
    with OneByOne(cluster.address) as executor:
        run(jobs, executor, done)
    assert isinstance(found["dies"], Lost) and found["dies"].accident and "KilledWorker" in str(found["dies"])
    assert {k: r for k, r in found.items() if k != "dies"} == {"first": 2.0} | {k: math.sqrt(k) for k in range(6)}


@with_dask
@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_named_and_what_was_done_is_kept(paper: Path, tmp_path: Path,
                                                                       marginalia: Run) -> None:  # fmt: skip
    edit(paper / LEMMA, "    return {", "    import time\n\n    time.sleep(0.05)\n    return {")
    (tmp_path / "servers").mkdir()
    servers = Servers(tmp_path / "servers")
    try:
        servers.fill()
        words = ("falsify", str(paper), "--instances", "400k", "--json", "--dask", servers.address)
        with ThreadPoolExecutor(1) as thread:
            command = thread.submit(marginalia, *words)
            servers._until(lambda: len(shards(paper)) > 0)
            servers.running[0].kill()
            done = command.result(timeout=120)
    finally:
        servers.stop()
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert done.stderr.startswith(f"error: the scheduler at {servers.address} is gone; what was done is kept")
    rest = marginalia(*words[:-2])
    assert rest.returncode == 0 and "of 49 shards taken from the record" in rest.stderr
    assert Counter(shards(paper)) == Counter(range(49))


def test_no_cluster_is_wrong_usage(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ImportError('as if it were absent')\n", encoding="utf-8")
    absent = f"{tmp_path}{os.pathsep}{ROOT}"
    cases = [("verify", "tcp://127.0.0.1:9", absent, 'pip install -e ".[dask]"')]
    if importlib.util.find_spec("distributed"):
        cases += [("falsify", "tcp://127.0.0.1:9", str(ROOT), "no scheduler answers at tcp://127.0.0.1:9"),
                  ("falsify", "abacus", str(ROOT), "is not an address such as tcp://")]  # fmt: skip
    for command, address, path, message in cases:
        words = [sys.executable, "-m", "reports", command, str(paper), "--dask", address]
        environment = {**os.environ, "PYTHONPATH": path, "NO_COLOR": "1"}
        done = subprocess.run(words, cwd=paper, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 2 and message in done.stderr, done.stderr
        assert done.stderr.count("\n") == 1 and done.stdout == ""


@with_dask
def test_a_scheduler_without_workers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.cluster.CONNECT_S", 1)
    servers = Servers(tmp_path)
    try:
        with pytest.raises(ClusterError, match="no worker: start some with `dask worker"):
            Cluster(servers.address)
    finally:
        servers.stop()


def test_a_worker_with_another_tree_refuses_and_names_what_differs(paper: Path) -> None:
    """Any executor's worker is told what the result depends on; here each job may change what it is told."""
    inputs = Inputs(folder(paper))
    where = Where.of(inputs, paper / LEMMA, elsewhere=True)
    assert where.inputs is not None and where.name == LEMMA and "numerics/terms.py" in where.inputs
    about = ("falsify", ("smith2027.lemma_3_2", "printed", 100, 7))
    cases = [
        (where, None),
        (where._replace(inputs={**where.inputs, "numerics/terms.py": "0"}), "another tree: numerics/terms.py; give"),
        (where._replace(inputs={**where.inputs, "numpy": "0.1"}), "another tree: numpy 2.* instead of 0.1; give"),
        (where._replace(inputs={**where.inputs, "lost.py": "0"}), "another tree: lost.py; give"),
        (where._replace(base=str(paper / "elsewhere")), "has no .*/elsewhere/smith2027/chapter_3/lemma_3_2.py: give"),
    ]
    found: dict[int, Any] = {}

    def done(job: Job, result: Any) -> list[Job]:
        found[job.key] = result
        return []

    with Processes(2) as processes:
        function, arguments = about
        run([Job(k, perform, (function, w, *arguments)) for k, (w, _) in enumerate(cases)], processes, done)
        assert found[0]["instances"] == 100
        for k, (_, message) in enumerate(cases[1:], 1):
            assert isinstance(found[k], Lost) and not found[k].accident
            with pytest.raises(Lost, match=message):
                raise found[k]
        edit(paper / LEMMA, "A square is not negative.", "Squares are not negative.")
        run([Job(9, perform, (function, where, *arguments))], processes, done)
    assert "another tree: smith2027/chapter_3/lemma_3_2.py; give it this one" in str(found[9])


def test_a_worker_that_began_with_another_tree_refuses(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    where = Where.of(Inputs(folder(paper)), paper / LEMMA, elsewhere=True)
    monkeypatch.setitem(sys.modules, "reports.preload", type("", (), {"LOADED": {__file__: "0"}}))
    with pytest.raises(Lost, match="began before its tree became this one: start it again"):
        perform("falsify", where, "smith2027.lemma_3_2", "printed", 100, 7)


def test_verify_takes_any_executor(paper: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        found = verify(place=folder(paper), executor=threads)
    assert found.as_expected and [c["variants"]["printed"]["verdict"] for c in found.report["claims"]] == [
        "open", "proved", "proved", "refuted",
    ]  # fmt: skip
