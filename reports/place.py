"""Where things lie: for the suite itself, and for anybody's folder of claim files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Place:
    """A tree of claim files with its store, its cache and its report.

    ``base`` is what the paths in a report are relative to; ``shown`` is the store as a reader finds it from there.
    """

    base: Path
    claims: Path
    store: Path
    out: Path

    @property
    def cache(self) -> Path:
        """What may be deleted at any time."""
        return self.base / ".marginalia"

    @property
    def shown(self) -> str:
        """The store, relative to the base."""
        return self.store.relative_to(self.base).as_posix()

    @property
    def records(self) -> Path:
        """What Coq said of formal proofs."""
        return self.store.parent / "formal"

    @property
    def is_suite(self) -> bool:
        """Whether this is the suite's own tree."""
        return self.base == ROOT

    @cached_property
    def roots(self) -> list[Path]:
        """The folders that first-party imports start from."""
        if self.is_suite:
            return [ROOT]
        sources = {path.parent.parent for path in self.claims.rglob("contents.csv")}
        return [ROOT, *sorted(sources | {self.claims})]

    def sources(self) -> list[Path]:
        """The folders of sources, each with its ``contents.csv``, by name."""
        return sorted((path.parent for path in self.claims.rglob("contents.csv")), key=lambda folder: folder.name)

    def name(self, path: Path) -> str:
        """A file as reports name it."""
        return path.relative_to(self.base if path.is_relative_to(self.base) else ROOT).as_posix()


def suite() -> Place:
    """The suite's own tree."""
    return Place(ROOT, ROOT / "theorems", ROOT / "certs" / "store", ROOT / "reports" / "out")


def folder(path: Path) -> Place:
    """A folder of claim files outside the suite: its store, cache and report stand beside them."""
    base = path.resolve()
    return Place(base, base, base / "store", base / "report")
