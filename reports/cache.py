"""What a result depends on, and results kept under the hash of it, below ``.marginalia``; everything there may go.

A result is kept for a claim's file. It counts while the file, every first-party module that it imports, the modules
that compute results, the versions of the mathematical packages and of Python, and the certificates that it rests on
are the same, byte for byte.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reports.place import ROOT, Place

PACKAGES = ("sympy", "numpy", "scipy", "z3-solver", "python-flint", "mpmath")
ENGINE = ("reports/work.py", "theorems/verdict.py", "certs/__main__.py")  # what computes a result, with their imports
EDITION = 2  # of the kept results; raise it when their fields change


def versions() -> dict[str, str]:
    """The versions that a verdict may depend on; "absent" for a package that is not installed."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def sha256(data: bytes) -> str:
    """The hash, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def key_of(value: Any) -> str:
    """The hash of a JSON value."""
    return sha256(json.dumps(value, sort_keys=True).encode())


def write_atomic(place: Place, path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a run after a crash, sees all of it or what was there before."""
    temporary = place.cache / "tmp" / f"{os.getpid()}-{key_of(str(path))[:16]}"
    temporary.parent.mkdir(parents=True, exist_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)


def sweep(place: Place) -> None:
    """Remove what runs that were killed left behind, a day ago or earlier: a younger file may be in use."""
    for path in [p for name in ("tmp", "new") for p in (place.cache / name).rglob("*") if p.is_file()]:
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > 86_400:
                path.unlink()


def read_json(path: Path) -> Any:
    """The JSON value of a file; None when it is absent or damaged."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None


class Inputs:
    """What results depend on, read once a run."""

    def __init__(self, place: Place) -> None:
        self.place, self.versions = place, versions()
        self._hashes: dict[Path, str] = {}
        self._direct: dict[Path, list[Path]] = {}
        self._found: dict[str, list[Path]] = {}
        self._kept = read_json(place.cache / "imports.json") or {}
        self._imports: dict[str, list[str]] = {}
        self._names: dict[Path, str] = {}
        self._known: dict[Path, dict[str, str]] = {}
        self._engine = self._reach(ROOT / name for name in ENGINE)
        self._constant = {self._name(p): self.hash(p) for p in self._engine}
        self._constant |= self.versions | {"edition": str(EDITION)}

    def of(self, path: Path) -> dict[str, str]:
        """Everything that the result of a claim's file depends on: name to hash or version."""
        if path not in self._known:
            files = self._reach([path]) - self._engine
            self._known[path] = self._constant | {self._name(p): self.hash(p) for p in files}
        return self._known[path]

    def _name(self, path: Path) -> str:
        if path not in self._names:
            self._names[path] = self.place.name(path)
        return self._names[path]

    def hash(self, path: Path) -> str:
        """The hash of a file, "" when it cannot be read."""
        if path not in self._hashes:
            self._read(path)
        return self._hashes[path]

    def save(self, complete: bool) -> None:
        """Keep what was read of imports, for the next run; all else goes after a run that read everything."""
        imports = self._imports if complete else self._kept | self._imports
        if imports != self._kept:
            write_atomic(self.place, self.place.cache / "imports.json", json.dumps(imports).encode())

    def _reach(self, paths: Iterable[Path]) -> set[Path]:
        seen: set[Path] = set()
        stack = list(paths)
        while stack:
            path = stack.pop()
            if path not in seen:
                seen.add(path)
                stack += self._imported(path)
        return seen

    def _imported(self, path: Path) -> list[Path]:
        if path not in self._direct:
            names = self._read(path)
            self._direct[path] = [p for name in names for p in self._files(self._absolute(name, path))]
        return self._direct[path]

    def _read(self, path: Path) -> list[str]:
        try:
            data = path.read_bytes()
        except OSError:
            self._hashes[path] = ""
            return []
        digest = self._hashes[path] = sha256(data)
        if digest not in self._imports:
            kept = self._kept.get(digest)
            self._imports[digest] = _imports(data) if kept is None else kept
        return self._imports[digest]

    def _absolute(self, name: str, path: Path) -> str:
        dots = len(name) - len(name.lstrip("."))
        if not dots:
            return name
        package = path.parents[dots - 1]
        root = next((r for r in self.place.roots if package.is_relative_to(r)), package)
        return ".".join([*package.relative_to(root).parts, name.lstrip(".")])

    def _files(self, name: str) -> list[Path]:
        if name not in self._found:
            parts = name.split(".")
            self._found[name] = []
            for root in self.place.roots:
                below = [root.joinpath(*parts[:n]) for n in range(1, len(parts) + 1)]
                tried = [p for b in below for p in (b.with_suffix(".py"), b / "__init__.py")]
                self._found[name] += [p for p in tried if p.is_file()]
        return self._found[name]


def _imports(source: bytes) -> list[str]:
    """The names that a module imports, anywhere in it, relative ones with their dots; only what may be first-party."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return []
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names.update(f"{module}.{alias.name}" if node.module else module + alias.name for alias in node.names)
    return sorted(names)


class Results:
    """Results by claim file, and what is known of claims from the file alone."""

    def __init__(self, inputs: Inputs, store: dict[str, str]) -> None:
        """``store`` is the hash of every certificate, by its path below the store."""
        self.inputs, self.place, self.store = inputs, inputs.place, store
        self._index = read_json(self.place.cache / "index.json") or {}
        self._new: dict[str, Any] = {}

    def fresh(self, path: Path) -> dict[str, Any] | None:
        """The kept result of a claim's file, if it still counts."""
        kept = read_json(self._path(path))
        if not isinstance(kept, dict) or kept.get("key") != key_of(self.inputs.of(path)):
            return None
        return kept if all(self.store.get(p) == digest for p, digest in kept["store"].items()) else None

    def keep(self, path: Path, result: dict[str, Any], as_expected: bool) -> None:
        """Keep a result, and under what it was computed; remember when it was last as expected."""
        inputs = self.inputs.of(path)
        good = inputs if as_expected else self.last_good(path)
        kept = result | {"key": key_of(inputs), "good": good}
        write_atomic(self.place, self._path(path), json.dumps(kept).encode())

    def last_good(self, path: Path) -> dict[str, str] | None:
        """The inputs under which the verdicts of a file were last as expected."""
        kept = read_json(self._path(path))
        return kept.get("good") if isinstance(kept, dict) else None

    def changed(self, path: Path) -> list[str]:
        """What differs from the inputs under which the verdicts of a file were last as expected."""
        good, now = self.last_good(path), self.inputs.of(path)
        if good is None:
            return []
        names = sorted(name for name in good.keys() | now.keys() if good.get(name) != now.get(name))
        packages = {"python", *PACKAGES}
        return [f"{n} {good.get(n)} to {now.get(n)}" if n in packages else n for n in names if n != "edition"]

    def entries(self, path: Path) -> list[dict[str, Any]] | None:
        """What selections need to know of the claims of a file, if known for its present text."""
        name = self.place.name(path)
        kept = self._new.get(name) or self._index.get(name)
        return kept["claims"] if kept and kept["sha256"] == self.inputs.hash(path) else None

    def note(self, path: Path, entries: list[dict[str, Any]]) -> None:
        """Remember the claims of a file."""
        self._new[self.place.name(path)] = {"sha256": self.inputs.hash(path), "claims": entries}

    def save(self, files: Iterable[Path], complete: bool) -> None:
        """Keep the index for the files that there are; ``complete`` says that this run read all of them."""
        names = {self.place.name(path) for path in files}
        index = {name: entry for name, entry in (self._index | self._new).items() if name in names}
        if index != self._index:
            write_atomic(self.place, self.place.cache / "index.json", json.dumps(index).encode())
        self.inputs.save(complete)

    def _path(self, path: Path) -> Path:
        return self.place.cache / "results" / f"{self.place.name(path)}.json"
