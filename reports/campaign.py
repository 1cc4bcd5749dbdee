"""``marginalia falsify``: a search for counterexamples, as long as somebody cares to wait, on as many machines.

The shards of all variants are jobs of one queue. A job does as many of its shards as it has time for and hands the
others back, so that results come in every few seconds however long a shard takes; each is written to the campaign's
record (see ``reports.record``) before the next is asked for. The record is kept under the hash of everything that a
shard's result depends on, so that the same command goes on where it was stopped, and a longer one begins there.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.cache import key_of, write_atomic
from reports.cluster import Where, job
from reports.place import Place
from reports.pool import Apart, Job, Lost, Processes, room, run
from reports.progress import Bar
from reports.record import Record, Shard
from reports.verify import Verification
from theorems.checking import workers as default_workers
from theorems.verdict import contradictions

SLICE_S = 2.0  # after which a job hands back the shards that it has not begun
LONGEST = 64  # shards of a job


@dataclass(frozen=True)
class Plan:
    """How to search; ``fresh`` starts over what earlier campaigns have recorded."""

    instances: int
    seed: int = 7
    budget_s: float | None = None
    backend: str = "numpy"
    precision: str = "float64"
    fresh: bool = False


def campaign(words: Sequence[str], place: Place, plan: Plan, workers: int | None = None,
             executor: Executor | None = None) -> tuple[list[dict[str, Any]], list[str]]:  # fmt: skip
    """Falsify the selected variants that have instances, in ``workers`` processes or wherever an ``executor`` likes.

    Returns ``{"id", "variant", "expected", "falsification"}`` for each, in order, and what is not as expected. Says
    on standard error how many shards were taken from the record. Raises SelectError.
    """
    workers = workers or default_workers()
    with Bar("falsifying") as bar, Processes(workers) as here:
        look = Verification(place, words, workers, bar)
        files, chosen = look.choose()
        look.describe(files)
        crew = Apart(executor) if executor else here
        search = Campaign(plan, look, files, chosen, room(crew), elsewhere=crew is not here)
        if search.taken:
            print(f"{search.taken:,} of {search.total:,} shards taken from the record", file=sys.stderr)
        run(search.jobs(), crew, search.done, here)
    look.results.save(look.files, complete=False)
    done: list[dict[str, Any]] = []
    wrong = list(look.broken.values())
    for t in search.trials:
        if t.lost:
            wrong.append(f"the falsification of {t.claim}, {t.variant} broke off: {t.lost}")
        elif t.found is not None:
            done.append({"id": t.claim, "variant": t.variant, "expected": t.expected, "falsification": t.found})
            wrong += contradictions(t.claim, t.variant, t.expected, t.found)
    return done, wrong


@dataclass
class Trial:
    """A variant under trial."""

    claim: str
    variant: str
    expected: str
    where: Where
    shards: list[Shard]
    record: Record
    todo: list[Shard]
    end: float | None = None  # when no more shards are begun
    pending: int = 0  # jobs
    closed: bool = False  # every job that there is time for was asked for
    lost: Lost | None = None
    found: dict[str, Any] | None = None

    def see(self) -> None:
        """Give up when the record has a shard that came out twice and not the same."""
        if self.record.conflict:
            self.lost = Lost(self.record.conflict)

    @property
    def goes_on(self) -> bool:
        """Whether other shards may still say something: what was no accident would befall them too."""
        return self.lost is None or self.lost.accident


class Campaign:
    """The jobs of a campaign, and what follows from each."""

    def __init__(self, plan: Plan, look: Verification, files: Sequence[Path], chosen: set[str], room: int,
                 elsewhere: bool) -> None:  # fmt: skip
        """``room`` is how many jobs run at a time, ``elsewhere`` whether on machines that may have another tree."""
        self.plan, self.look, self.room, self.elsewhere = plan, look, room, elsewhere
        self.trials = [
            self._trial(path, claim["id"], name, claim["variants"][name]["expected"])
            for path in files if path in look.described
            for claim in look.described[path]["claims"] if claim["id"] in chosen
            for name, wanted in look.described[path]["jobs"][claim["id"]]["variants"].items() if wanted["trials"]
        ]  # fmt: skip
        self.total = sum(len(t.shards) for t in self.trials)
        self.taken = sum(shard in t.record for t in self.trials for shard in t.shards)
        look.bar.add(sum(len(t.todo) for t in self.trials))

    def _trial(self, path: Path, claim: str, variant: str, expected: str) -> Trial:
        """A variant with its record, which is found under the hash of what its shards depend on."""
        from numerics.falsify import SHARD
        from numerics.falsify import plan as shards_of

        inputs, place = self.look.results.inputs, self.look.place
        depends = {
            "claim": claim, "variant": variant, "seed": self.plan.seed, "size": SHARD, "backend": self.plan.backend,
            "precision": self.plan.precision, "inputs": inputs.of(path) | _array_version(self.plan.backend),
        }  # fmt: skip
        folder = place.cache / "campaigns" / key_of(depends)[:32]
        if self.plan.fresh:
            shutil.rmtree(folder, ignore_errors=True)
        write_atomic(place, folder / "plan.json", json.dumps(depends, indent=1).encode())
        record, shards = Record(folder / "shards"), shards_of(self.plan.instances)
        taken = [s for s in shards if s in record]
        todo = [s for s in shards if s not in record]
        todo = taken[:1] * bool(todo) + todo  # one is done again, and must come out the same
        trial = Trial(claim, variant, expected, Where.of(inputs, path, self.elsewhere), shards, record, todo)
        trial.see()
        return trial

    def jobs(self) -> Iterator[Job]:
        """Shards of one variant after the other, while there is time for it; then the report on those that are done."""
        for t in self.trials:
            length = max(1, min(LONGEST, len(t.todo) // (4 * self.room)))
            for at in range(0, len(t.todo), length):
                if not t.goes_on or (at and self._seconds(t) <= 0):
                    break
                yield self._search(t, t.todo[at : at + length])
            t.closed = True
            yield from self._conclude(t)

    def _seconds(self, t: Trial) -> float:
        """How long a job may go on beginning shards; the time for a variant runs from the first call."""
        if self.plan.budget_s is None:
            return SLICE_S
        t.end = t.end or time.monotonic() + self.plan.budget_s
        return min(SLICE_S, t.end - time.monotonic())

    def _search(self, t: Trial, shards: list[Shard], urgent: bool = False) -> Job:
        t.pending += 1
        how = (shards, self._seconds(t), self.plan.seed, self.plan.backend, self.plan.precision)
        return job(("search", t, shards), "shards", t.where, t.claim, t.variant, *how, urgent=urgent)

    def _conclude(self, t: Trial) -> list[Job]:
        """The report on a variant, from its record and on this machine, when its last shard is there."""
        if t.pending or not t.closed or t.lost:
            return []
        about = (t.claim, t.variant, self.plan.seed, str(t.record.path), t.shards)
        return [job(("conclude", t), "conclude", t.where._replace(inputs=None), *about, urgent=True, here=True)]

    # What follows from a job.

    def done(self, job: Job, result: Any) -> list[Job]:
        """The jobs that follow from one."""
        kind, t, *about = job.key
        if isinstance(result, Lost):
            t.lost = result
        following: list[Job] = getattr(self, f"_{kind}_done")(result, t, *about)
        return following

    def _search_done(self, result: Any, t: Trial, shards: list[Shard]) -> list[Job]:
        t.pending -= 1
        if not isinstance(result, Lost):
            self.look.bar.step(t.claim, len(result))
            t.record.add(result)
            t.see()
            rest = shards[len(result) :] if result else []
            if rest and t.goes_on and self._seconds(t) > 0:
                return [self._search(t, rest, urgent=True)]
        return self._conclude(t)

    def _conclude_done(self, result: Any, t: Trial) -> list[Job]:
        t.found = None if t.lost else result
        return []


def _array_version(backend: str) -> dict[str, str]:
    """The versions of an array library that verdicts do not depend on."""
    from reports.doctor import OPTIONAL, installed

    packages = OPTIONAL[backend][0] if backend in OPTIONAL else ()
    return {backend: installed(packages) or "absent"} if packages else {}
