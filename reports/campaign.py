"""``marginalia falsify``: a search for counterexamples, as long as somebody cares to wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from reports.place import Place
from reports.pool import Job, Lost, context, obey, run
from reports.progress import Bar
from reports.verify import Verification
from theorems.checking import workers as default_workers
from theorems.verdict import contradictions


@dataclass(frozen=True)
class Plan:
    """How to search."""

    instances: int
    seed: int
    budget_s: float | None
    backend: str
    workers: int


def campaign(words: Sequence[str], place: Place, instances: int, seed: int, budget_s: float | None, backend: str,
             workers: int | None) -> tuple[list[dict[str, Any]], list[str]]:  # fmt: skip
    """Falsify the selected variants that have instances: each in a process, or each in many when they are few.

    Returns ``{"id", "variant", "expected", "falsification"}`` for each, in order, and what is not as expected.
    Raises SelectError.
    """
    plan = Plan(instances, seed, budget_s, backend, workers or default_workers())
    with Bar("falsifying") as bar:
        look = Verification(place, words, plan.workers, bar)
        files, chosen = look.choose()
        look.describe(files)
        asked = {
            (claim["id"], name): (path, claim["variants"][name]["expected"])
            for path in files if path in look.described
            for claim in look.described[path]["claims"] if claim["id"] in chosen
            for name, wanted in look.described[path]["jobs"][claim["id"]]["variants"].items() if wanted["trials"]
        }  # fmt: skip
        search = _each if len(asked) >= plan.workers else _shared
        found = search(plan, look, {key: path for key, (path, _) in asked.items()}, bar)
    done: list[dict[str, Any]] = []
    wrong = list(look.broken.values())
    for (claim, name), (_, expected) in asked.items():
        trials = found[claim, name]
        if isinstance(trials, Lost):
            wrong.append(f"the falsification of {claim}, {name} broke off: {trials}")
        elif trials is not None:
            done.append({"id": claim, "variant": name, "expected": expected, "falsification": trials})
            wrong += contradictions(claim, name, expected, trials)
    return done, wrong


Found = dict[tuple[str, str], Any]


def _each(plan: Plan, look: Verification, asked: dict[tuple[str, str], Path], bar: Bar) -> Found:
    """A process for each variant."""
    found: Found = {}

    def done(job: Job, result: Any) -> list[Job]:
        bar.step(job.key[0])
        found[job.key] = result
        return []

    how = (plan.instances, plan.seed, plan.budget_s, plan.backend)
    jobs = [Job(key, "falsify", (*look.results.inputs.at(path), *key, *how)) for key, path in asked.items()]
    bar.add(len(jobs))
    run(jobs, plan.workers, done)
    return found


def _shared(plan: Plan, look: Verification, asked: dict[tuple[str, str], Path], bar: Bar) -> Found:
    """One variant after the other, its shards in all processes."""
    from reports.work import find
    from theorems.verdict import TrialError, trials_of

    found: Found = {}
    with _Counting(bar, plan.workers) as executor:
        for (claim, name), path in asked.items():
            file, roots = look.results.inputs.at(path)
            try:
                found[claim, name] = trials_of(
                    find(file, roots, claim, name), plan.instances, plan.seed, plan.budget_s, plan.backend,
                    executor=executor, load=partial(_load, roots),
                )  # fmt: skip
            except TrialError as error:
                found[claim, name] = Lost(str(error))
    return found


def _load(roots: list[str], file: Path) -> Sequence[Any]:
    from reports.work import claims_of

    return claims_of(str(file), roots)


class _Counting(ProcessPoolExecutor):
    """Processes that end with this one, and a bar that counts what they have done."""

    def __init__(self, bar: Bar, workers: int) -> None:
        super().__init__(workers, mp_context=context(), initializer=obey)
        self._bar = bar

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        self._bar.add(1)
        future.add_done_callback(lambda _: self._bar.step())
        return future
