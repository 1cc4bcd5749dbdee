"""Formal proofs in a report: which variants have one, what Coq said of it, and asking Coq again.

Nothing here changes a verdict. That Coq proves the opposite of one, that a record is not of the files that there are,
that Coq does not accept a proof: each is a problem, which makes a run not as expected.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reports.cache import write_atomic
from reports.place import Place
from reports.progress import Bar
from theorems.assistant import (
    INSTALL,
    Build,
    Definitions,
    FormalError,
    Theorem,
    coq,
    differences,
    disagreement,
    make_record,
    places_of,
    read_record,
    record_bytes,
    record_path,
    stray,
    theorem_name,
    theorems_of,
    tools,
    troubles,
    unaccepted,
)

Problem = tuple[str, str]  # a claim's id and a sentence


class Formal:
    """The formal proofs of the claims of some files of a place."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self._definitions = Definitions(places_of(place.claims))
        self._fresh: dict[tuple[str, str], dict[str, Any]] = {}  # what Coq said in this run, by claim and variant

    def attach(self, claims: list[dict[str, Any]], recheck: bool, workers: int, bar: Bar) -> None:
        """Fill in ``formal`` and ``formal_proof`` of every variant of all claims of some files.

        With ``recheck``, Coq is asked again, and what it says of files that are new or edited is recorded.
        """
        found = list(self._theorems(claims))
        if recheck and found and coq() is None:
            self.notes.append(f"formal proofs were not re-checked: Coq is not installed ({INSTALL})")
        elif recheck and found:
            self._ask(found, workers, bar)
        for claim, name, theorem in found:
            variant = claim["variants"][name]
            try:
                record = self._record(claim, name, theorem)
            except FormalError as error:
                self._problem(claim, name, theorem, str(error))
                continue
            if record is None:
                continue
            rechecked = (claim["id"], name) in self._fresh
            variant["formal"] = "rechecked" if rechecked else "recorded"
            variant["formal_proof"] = self._shown(theorem, record, claim["id"], name)
            opposite = disagreement(record, variant["verdict"])
            if opposite:
                self._problem(claim, name, theorem, opposite)

    def _theorems(self, claims: list[dict[str, Any]]) -> Iterable[tuple[dict[str, Any], str, Theorem]]:
        by_file: dict[Path, list[dict[str, Any]]] = {}
        for claim in claims:
            for variant in claim["variants"].values():
                variant |= {"formal": "none", "formal_proof": None}
            by_file.setdefault(self.place.base / claim["file"], []).append(claim)
        for file, there in by_file.items():
            try:
                known = theorems_of(file)
            except FormalError as error:
                self.problems.append((there[0]["id"], str(error)))
                continue
            for claim in there:
                for name in claim["variants"]:
                    theorem = known.pop(theorem_name(claim["id"], name), None)
                    if theorem is not None:
                        yield claim, name, theorem
            if said := stray(known.values()):
                self.problems.append((there[0]["id"], said))

    def _problem(self, claim: dict[str, Any], name: str, theorem: Theorem, text: str) -> None:
        where = self.place.name(theorem.file)
        self.problems.append((claim["id"], f"{claim['id']}, {name}: {theorem.name} of {where}: {text}"))

    def _path(self, claim: str, name: str) -> Path:
        return self.place.records / record_path(claim, name)

    def _record(self, claim: dict[str, Any], name: str, theorem: Theorem) -> dict[str, Any] | None:
        """The record about a variant that counts, from this run or from before; None after a problem."""
        digest = claim["variants"][name]["goal_digest"]
        kept = read_record(self._path(claim["id"], name))
        stale = troubles(kept, theorem, claim["id"], name, digest) if kept else ["it has no record"]
        fresh = self._fresh.get((claim["id"], name))
        if fresh is None:
            if stale and not any(i == claim["id"] and theorem.name in said for i, said in self.problems):
                advice = "" if kept else ": type `marginalia verify --formal`"
                self._problem(claim, name, theorem, stale[0] + advice)
            return None if stale else kept
        differ = differences(kept, fresh, fresh["tools"]) if kept and not stale else []
        if differ:
            self._problem(claim, name, theorem, differ[0])
            return None
        if unaccepted(fresh):
            self._problem(claim, name, theorem, unaccepted(fresh)[0])
            return None
        if stale:
            write_atomic(self.place, self._path(claim["id"], name), record_bytes(fresh))
            return fresh
        return kept

    def _ask(self, found: list[tuple[dict[str, Any], str, Theorem]], workers: int, bar: Bar) -> None:
        """Have Coq compile the files of some theorems, and say what it proved."""
        files = list(dict.fromkeys(theorem.file for *_, theorem in found))
        versions = tools()
        with tempfile.TemporaryDirectory(prefix="marginalia-formal-") as folder:
            build = Build(self.place.claims, Path(folder))
            bar.add(len(files))
            complaints = build.compile(files, workers, lambda path: bar.step(path.name, 0))
            for file in files:
                bar.step(file.name)
                here = [(claim, name, theorem) for claim, name, theorem in found if theorem.file == file]
                try:
                    if complaints[file]:
                        raise FormalError(f"Coq does not accept {file.name}: {complaints[file]}")
                    said = build.examine(file)
                except FormalError as error:
                    for about in here:
                        self._problem(*about, str(error))
                    continue
                for claim, name, theorem in here:
                    digest = claim["variants"][name]["goal_digest"]
                    record = make_record(build, theorem, claim["id"], name, digest, said[theorem.name], versions)
                    self._fresh[claim["id"], name] = record

    def _shown(self, theorem: Theorem, record: dict[str, Any], claim: str, name: str) -> dict[str, Any]:
        """What a report tells of a proof: the record, and the definitions that its statement uses as they stand."""
        path = os.path.relpath(self._path(claim, name), self.place.base)
        kept = {key: record[key] for key in ("theorem", "proves", "statement", "assumptions", "tools")}
        return kept | {
            "file": self.place.name(theorem.file), "record": Path(path).as_posix(),
            "definitions": self._definitions.used(record["statement"], theorem.file),
        }  # fmt: skip

    def tidy(self, claims: list[dict[str, Any]], remove: bool) -> None:
        """Name, or remove, the records that no theorem of any claim asks for."""
        wanted = {
            self._path(claim["id"], name)
            for claim in claims for name, variant in claim["variants"].items() if variant["formal_proof"]
        } | {self._path(i, name) for i, name in self._fresh}  # fmt: skip
        about = {i for i, _ in self.problems}
        for path in sorted(self.place.records.rglob("*.json")):
            stem = f"{path.parent.name}.{path.stem.rpartition('.')[0]}"
            if path in wanted or stem in about:
                continue
            said = "removed, no theorem is recorded there" if remove else "no theorem asks for it"
            if remove:
                path.unlink()
            self.notes.append(f"{path.relative_to(self.place.base).as_posix()}: {said}")
