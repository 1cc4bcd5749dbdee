"""The work on claim files: check what the store has, search for what it lacks, falsify, draw; a result for each file.

A file's result is a JSON object: ``claims`` (as in a report), ``unexpected`` (as in a report), ``problems`` (pairs of
a claim's id and a sentence) and ``store`` (path below the store to hash of every certificate that was asked for, None
where there is none).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reports.cache import Results, sha256, write_atomic
from reports.cluster import Where, job
from reports.pool import Job, Lost, Processes, run
from reports.progress import Bar
from theorems.verdict import INSTANCES, SEED, contradictions, explain, judge, outcome

CHUNK = 40  # certificates that one process of the checker replays


@dataclass
class Work:
    """A claim's file at work; ``described`` is what ``reports.work.describe`` returned."""

    path: Path
    described: dict[str, Any]
    said: dict[str, dict[str, Any]] = field(default_factory=dict)  # the checker's answers, by path below the store
    lost: dict[str, dict[str, str]] = field(default_factory=dict)  # build errors, by path below the store
    trials: dict[tuple[str, str], dict[str, Any] | None] = field(default_factory=dict)
    pictures: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    problems: list[list[str]] = field(default_factory=list)  # claim ids and what went wrong
    whole: bool = True  # no process ended before its time: the result can be kept
    pending: int = 0

    def variants(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Claim id, variant and what evidence to look for."""
        return [(c, v, w) for c, jobs in self.described["jobs"].items() for v, w in jobs["variants"].items()]


class Certification:
    """Works on files and keeps the result of each as soon as it is there.

    An ``executor`` searches, falsifies and draws instead of this machine's ``workers``; it is never believed:
    certificates are checked here.
    """

    def __init__(self, results: Results, rebuild: bool, workers: int, bar: Bar,
                 executor: Executor | None = None) -> None:  # fmt: skip
        self.results, self.place, self.store = results, results.place, results.store
        self.rebuild, self.workers, self.bar, self.executor = rebuild, workers, bar, executor
        self.finished: dict[Path, dict[str, Any]] = {}

    def run(self, files: Sequence[Work]) -> dict[Path, dict[str, Any]]:
        """Work on files; returns the result of each."""
        jobs = [*self._checks(files), *(job for f in files for job in self._evidence(f))]
        for f in files:
            self._settle(f, 0)
        self.bar.add(len(jobs))
        with Processes(self.workers) as here:
            run(jobs, self.executor or here, self._done, here)
        return self.finished

    def _where(self, f: Work) -> Where:
        return Where.of(self.results.inputs, f.path, elsewhere=self.executor is not None)

    def _checks(self, files: Sequence[Work]) -> Iterable[Job]:
        """Jobs that check what the store has, many certificates each, and that build what it has not."""
        present = []
        for f in files:
            goals = [(f, v, goal) for _, v, wanted in f.variants() for goal in wanted["goals"]]
            f.pending += len(goals)
            for item in goals:
                if item[2]["path"] in self.store and not self.rebuild:
                    present.append(item)
                else:
                    yield from self._search(*item)
        for i in range(0, len(present), CHUNK):
            chunk = present[i : i + CHUNK]
            yield self._check(("check", chunk), [self._stored(goal) for _, _, goal in chunk])

    def _evidence(self, f: Work) -> Iterable[Job]:
        for claim, jobs in f.described["jobs"].items():
            if jobs["pictures"]:
                f.pending += 1
                yield job(("draw", f, claim), "draw", self._where(f), claim)
        for claim, variant, wanted in f.variants():
            if wanted["trials"]:
                f.pending += 1
                yield job(("trials", f, claim, variant), "falsify", self._where(f), claim, variant, INSTANCES, SEED)

    def _check(self, key: tuple[Any, ...], paths: Sequence[Path]) -> Job:
        """A job of the checker, on this machine whoever does the rest."""
        return job(key, "check", None, [str(path) for path in paths], urgent=True, here=True)

    def _stored(self, goal: dict[str, Any]) -> Path:
        return self.place.store / goal["path"]

    def _search(self, f: Work, variant: str, goal: dict[str, Any]) -> list[Job]:
        """The job that builds a goal's certificate; none, and the goal is settled, when the file derives nothing."""
        if not goal["derived"]:
            f.pending -= 1
            return []
        about = (goal["claim"], variant, goal["path"])
        return [job(("build", f, goal), "build", self._where(f), *about, urgent=True)]

    # What follows from a job.

    def _done(self, job: Job, result: Any) -> list[Job]:
        kind, *about = job.key
        following: list[Job] = getattr(self, f"_{kind}_done")(result, *about)
        self.bar.add(len(following))
        self.bar.step()
        return following

    def _check_done(self, result: Any, chunk: list[tuple[Work, str, dict[str, Any]]]) -> list[Job]:
        following = []
        for f, variant, goal in chunk:
            lost = {"accepted": False, "reason": f"it could not be checked: {result}"}
            f.said[goal["path"]] = lost if isinstance(result, Lost) else result[str(self._stored(goal))]
            if outcome(goal, f.said[goal["path"]])["state"] == "accepted":
                self._settle(f)
                continue
            jobs = self._search(f, variant, goal)
            following += jobs
            if not jobs:
                self._settle(f, 0)
        return following

    def _build_done(self, result: Any, f: Work, goal: dict[str, Any]) -> list[Job]:
        if isinstance(result, Lost):
            self._broken(f, goal["claim"], f"the search for {goal['path']}", result)
        elif "lost" in result:
            f.lost[goal["path"]] = result["lost"]
        else:
            candidate = self.place.cache / "new" / str(os.getpid()) / goal["path"]
            write_atomic(self.place, candidate, result["certificate"].encode())
            return [self._check(("built", f, goal, candidate), [candidate])]
        self._settle(f)
        return []

    def _built_done(self, result: Any, f: Work, goal: dict[str, Any], candidate: Path) -> list[Job]:
        """The checker has seen a new certificate: into the store with it, or away."""
        if isinstance(result, Lost):
            self._broken(f, goal["claim"], f"the check of {goal['path']}", result)
        else:
            said = result[str(candidate)]
            found = outcome(goal, said)
            if found["state"] == "accepted":
                data = candidate.read_bytes()
                assert sha256(data) == said["sha256"], f"{candidate} changed under the checker"
                write_atomic(self.place, self._stored(goal), data)
                self.store[goal["path"]] = said["sha256"]
                f.said[goal["path"]] = said
            else:
                error = f"the checker does not accept what the search built: {found['reason']}"
                f.lost[goal["path"]] = {"step": "", "place": goal["path"], "error": error}
        candidate.unlink(missing_ok=True)
        self._settle(f)
        return []

    def _trials_done(self, result: Any, f: Work, claim: str, variant: str) -> list[Job]:
        if isinstance(result, Lost):
            self._broken(f, claim, f"the falsification of {claim}, {variant}", result)
        else:
            f.trials[claim, variant] = result
        self._settle(f)
        return []

    def _draw_done(self, result: Any, f: Work, claim: str) -> list[Job]:
        if isinstance(result, Lost):
            self._broken(f, claim, f"a picture of {claim}", result)
        else:
            f.pictures[claim] = result
        self._settle(f)
        return []

    def _broken(self, f: Work, claim: str, what: str, lost: Lost) -> None:
        f.problems.append([claim, f"{what} broke off: {lost}"])
        f.whole = f.whole and not lost.accident

    # A file is done.

    def _settle(self, f: Work, settled: int = 1) -> None:
        f.pending -= settled
        if f.pending or f.path in self.finished:
            return
        result = self._result(f)
        self.finished[f.path] = result
        self.bar.step(self.place.name(f.path), 0)
        if f.whole and not (self.rebuild and f.lost):
            as_expected = not result["unexpected"] and not result["problems"]
            self.results.keep(f.path, result, as_expected)

    def _result(self, f: Work) -> dict[str, Any]:
        result: dict[str, Any] = {"claims": f.described["claims"], "unexpected": [], "problems": list(f.problems)}
        by_id = {claim["id"]: claim for claim in result["claims"]}
        for claim, pictures in f.pictures.items():
            by_id[claim]["pictures"] = pictures
        for claim, variant, wanted in f.variants():
            outcomes = [self._outcome(f, goal) for goal in wanted["goals"]]
            self._judge(f, by_id[claim], variant, outcomes, result)
        paths = [goal["path"] for _, _, wanted in f.variants() for goal in wanted["goals"]]
        return result | {"store": {path: self.store.get(path) for path in paths}}

    def _outcome(self, f: Work, goal: dict[str, Any]) -> dict[str, Any]:
        path = goal["path"]
        found = outcome(goal, f.said.get(path))
        if path in f.lost:
            found["lost"] = f.lost[path]
            if self.rebuild and path in self.store:
                found["reason"] = "the search was asked again and found none (the one in the store was left there)"
        return found

    def _judge(self, f: Work, claim: dict[str, Any], name: str, outcomes: list[dict[str, Any]],
               result: dict[str, Any]) -> None:  # fmt: skip
        variant, trials = claim["variants"][name], f.trials.get((claim["id"], name))
        accepted = [o["certificate"] for o in outcomes if o["state"] == "accepted"]
        variant["verdict"] = judge(outcomes, (variant["reduction"] or {}).get("prose"), trials)
        variant["range"] = variant["range"] if variant["verdict"] == "bounded" else None
        variant["falsification"] = trials
        variant["rules"] = sorted({rule for said in accepted for rule in said["rules"]})
        variant["certificates"] = [
            {"path": f"{self.place.shown}/{o['path']}"}
            | {k: o["certificate"][k] for k in ("sha256", "bytes", "steps", "goal_sha256")}
            for o in outcomes if o["state"] == "accepted"
        ]  # fmt: skip
        if variant["verdict"] != variant["expected"]:
            changed = self.results.changed(f.path)
            text = explain(claim, name, variant["verdict"], outcomes, trials, changed, self.place.shown)
            result["unexpected"].append({
                "id": claim["id"], "variant": name, "expected": variant["expected"], "found": variant["verdict"],
                "explanation": text,
            })  # fmt: skip
        against = contradictions(claim["id"], name, variant["verdict"], trials)
        result["problems"] += [[claim["id"], text] for text in against]
