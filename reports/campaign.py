"""``marginalia falsify``: a search for counterexamples, as long as somebody cares to wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reports.place import Place
from reports.pool import Job, Lost, run
from reports.progress import Bar
from reports.verify import Verification
from theorems.checking import workers as default_workers
from theorems.verdict import contradictions


def campaign(words: Sequence[str], place: Place, instances: int, seed: int, budget_s: float | None, backend: str,
             workers: int | None) -> tuple[list[dict[str, Any]], list[str]]:  # fmt: skip
    """Falsify the selected variants that have instances, each in a process.

    Returns ``{"id", "variant", "expected", "falsification"}`` for each, in order, and what is not as expected.
    Raises SelectError.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    wrong: list[str] = []
    with Bar("falsifying") as bar:
        look = Verification(place, words, workers or default_workers(), bar)
        files, chosen = look.choose()
        look.describe(files)
        wrong += look.broken.values()
        jobs = []
        for path in files:
            described = look.described.get(path, {"claims": [], "jobs": {}})
            for claim in described["claims"]:
                for name, wanted in described["jobs"][claim["id"]]["variants"].items():
                    if claim["id"] in chosen and wanted["trials"]:
                        key = (claim["id"], name)
                        where = (*look.results.inputs.at(path), *key, instances, seed, budget_s, backend)
                        jobs.append(Job(key, "falsify", where))
                        found[key] = {"expected": claim["variants"][name]["expected"]}

        def done(job: Job, result: Any) -> list[Job]:
            bar.step(job.key[0])
            if isinstance(result, Lost) or result is None:
                reason = result or "the search for counterexamples is not there"
                wrong.append(f"{job.key[0]}, {job.key[1]}: falsification broke off: {reason}")
                del found[job.key]
            else:
                found[job.key]["falsification"] = result
            return []

        bar.add(len(jobs))
        run(jobs, look.workers, done)
    for (claim, name), what in found.items():
        wrong += contradictions(claim, name, what["expected"], what["falsification"])
    return [{"id": claim, "variant": name, **what} for (claim, name), what in found.items()], wrong
