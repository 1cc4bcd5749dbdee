"""Verdicts for a selection of claims: look up what is known, work on the rest, report.

Certificates are accepted by the checker's own process and by nothing else; everything that takes time runs in
processes of its own. A result is kept as soon as its file is done, a certificate as soon as it is accepted, each by an
atomic replacement: a run that is killed leaves nothing half-written, and the next one goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports import build
from reports.cache import Inputs, Results, sha256, sweep, write_atomic
from reports.formal import Formal
from reports.place import Place, suite
from reports.progress import Bar
from reports.select import SelectError, entry_of, narrow, select
from theorems.checking import workers as default_workers
from theorems.registry import claim_files

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass
class Run:
    """What a verification found."""

    report: dict[str, Any]
    problems: list[str]  # not as expected, besides unexpected verdicts
    notes: list[str]

    @property
    def as_expected(self) -> bool:
        """Whether every verdict is the expected one and nothing else is wrong."""
        return not self.report["unexpected"] and not self.problems


def verify(words: Sequence[str] = (), *, place: Place | None = None, rebuild: bool = False, formal: bool = False,
           workers: int | None = None, executor: Executor | None = None, bar: Bar | None = None) -> Run:  # fmt: skip
    """Verify a selection (everything without words).

    ``rebuild`` searches for every certificate again; without words it also removes certificates that no goal has. An
    ``formal`` has Coq check the formal proofs again, and records what it says of new ones. An
    ``executor``, such as a cluster's, searches, falsifies and draws in place of this machine's processes; files are
    read and certificates checked here. Raises SelectError for words that select nothing, SourceError for a source that
    cannot be read.
    """
    quiet = Bar("", quiet=True)
    here = place or suite()
    return Verification(here, words, workers or default_workers(), bar or quiet, executor).run(rebuild, formal)


class Verification:
    """One look at a place: what is there, what is known of it, and what is left to do."""

    def __init__(self, place: Place, words: Sequence[str], workers: int, bar: Bar,
                 executor: Executor | None = None) -> None:  # fmt: skip
        self.place, self.words, self.workers, self.bar, self.executor = place, list(words), workers, bar, executor
        certificates = sorted(place.store.rglob("*.json"))
        self.store = {p.relative_to(place.store).as_posix(): sha256(p.read_bytes()) for p in certificates}
        self.results = Results(Inputs(place), self.store)
        self.files = claim_files(place.claims)
        self.known: dict[Path, dict[str, Any]] = {}
        self.described: dict[Path, dict[str, Any]] = {}
        self.broken: dict[Path, str] = {}
        self.aimed = True  # whether the words left files out before any was loaded

    def choose(self) -> tuple[list[Path], set[str]]:
        """The files at stake and the ids of the selected claims. Raises SelectError."""
        candidates = narrow(self.words, self.files)
        self.aimed = not self.words or len(candidates) < len(self.files)
        try:
            return self._choose(candidates)
        except SelectError:
            if len(candidates) == len(self.files):
                raise
            self.aimed = False
            return self._choose(self.files)

    def _choose(self, candidates: Sequence[Path]) -> tuple[list[Path], set[str]]:
        for path in candidates:
            if path not in self.known and (kept := self.results.fresh(path)):
                self.known[path] = kept
                self.results.note(path, [entry_of(c) for c in kept["claims"]])
        self.describe([p for p in candidates if self.results.entries(p) is None])
        ids = set(select(self.words, self.entries(candidates), self.place.base))
        lost = [p for p in candidates if p in self.broken]
        return lost + [p for p in candidates if any(e["id"] in ids for e in self.results.entries(p) or ())], ids

    def entries(self, files: Iterable[Path] | None = None) -> list[dict[str, Any]]:
        """The entries (see ``reports.select``) of files, of all by default, as far as they are known."""
        return [e for path in (self.files if files is None else files) for e in self.results.entries(path) or ()]

    def describe(self, files: Iterable[Path]) -> None:
        """Load files, each in a process of its own, and note what they state."""
        todo = [p for p in files if p not in self.described and p not in self.broken]
        if not todo:
            return
        from reports.cluster import Where, job
        from reports.pool import Job, Lost, Processes, run

        def done(job: Job, result: Any) -> list[Job]:
            self.bar.step(self.place.name(job.key))
            if isinstance(result, Lost):
                self.broken[job.key] = str(result)
            else:
                self.described[job.key] = result
                self.results.note(job.key, [entry_of(c) for c in result["claims"]])
            return []

        self.bar.add(len(todo))
        where = {p: Where.of(self.results.inputs, p, elsewhere=False) for p in todo}
        with Processes(self.workers) as here:
            run([job(p, "describe", at, at.name) for p, at in where.items()], here, done)

    def run(self, rebuild: bool, formal: bool = False) -> Run:
        """Verify what is selected."""
        sweep(self.place)
        files, chosen = self.choose()
        stale = [p for p in files if rebuild or p not in self.known]
        self.describe(stale)
        todo = [p for p in stale if p in self.described]
        if todo:
            from reports.certify import Certification, Work
            from reports.pool import Apart

            executor = Apart(self.executor) if self.executor else None
            work = [Work(p, self.described[p]) for p in todo]
            self.known |= Certification(self.results, rebuild, self.workers, self.bar, executor).run(work)
        results = [self.known[p] for p in files if p in self.known and p not in self.broken]
        lost = [text for p, text in self.broken.items() if p in files]
        problems = [text for r in results for i, text in r["problems"] if i in chosen]
        notes = self._tidy({path for r in results for path in r["store"]}, rebuild)
        (problems if self.aimed else notes).extend(lost)  # after `verify FAMILY` nobody knows what they are about
        self.results.save(self.files, complete=not self.words)
        proofs = Formal(self.place)
        proofs.attach([c for r in results for c in r["claims"]], formal, self.workers, self.bar)
        problems += [text for i, text in proofs.problems if i in chosen]
        claims = [c for r in results for c in r["claims"] if c["id"] in chosen]
        if not self.words:
            proofs.tidy(claims, formal)
        notes += proofs.notes
        unexpected = [u for r in results for u in r["unexpected"] if u["id"] in chosen]
        report = build.assemble(self.place, claims, unexpected, self.entries(), whole=not self.words)
        return Run(report, problems, notes)

    def _tidy(self, wanted: set[str], rebuild: bool) -> list[str]:
        """Certificates that no goal asks for are named (removed when all are rebuilt); SHA256SUMS is brought up to
        date. Nothing is said of them after a selection, nor of those that a file that does not load may ask for."""
        stems = {f"{path.stem}." for path in self.broken}
        orphans = [] if self.words else sorted(
            path for path in self.store.keys() - wanted if not any(path.split("/")[-1].startswith(s) for s in stems)
        )  # fmt: skip
        if rebuild:
            for path in orphans:
                (self.place.store / path).unlink(missing_ok=True)
                del self.store[path]
        sums = "".join(f"{digest}  {path}\n" for path, digest in sorted(self.store.items())).encode()
        target = self.place.store / "SHA256SUMS"
        if self.store and (not target.is_file() or target.read_bytes() != sums):
            write_atomic(self.place, target, sums)
        said = "removed, no goal asks for it" if rebuild else "no goal asks for it; --rebuild of everything removes it"
        return [f"{self.place.shown}/{path}: {said}" for path in orphans]
