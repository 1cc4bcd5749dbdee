"""``marginalia doctor``: what is installed, what is missing and how to get it, and whether the store is in order."""

from __future__ import annotations

import importlib.metadata
import shutil
from collections.abc import Iterable
from pathlib import Path

from reports.build import marginalia_version
from reports.cache import sha256, versions
from reports.place import Place, suite
from theorems.assistant import INSTALL

OPTIONAL = {
    "cupy": (("cupy-cuda12x", "cupy-cuda13x", "cupy"), 'pip install -e ".[cupy]", for arrays on an NVIDIA GPU'),
    "cvc5": (("cvc5",), 'pip install -e ".[smt]", a second SMT solver'),
    "dask": (("distributed",), 'pip install -e ".[dask]", for many machines'),
    "pytest": (("pytest",), 'pip install -e ".[test]", to run the tests'),
}
PROGRAMS = {
    "coq": (("coqc",), f"{INSTALL}, a second kernel"),
    "chromium": (("chromium", "chromium-browser", "google-chrome"), "apt install chromium, for the report's tests"),
}
LARGEST, TOTAL = 256_000, 40_000_000  # bytes of a committed certificate, and of all


def examine() -> bool:
    """Print what there is; returns whether the store and what Marginalia needs are in order."""
    print(f"{'marginalia':<14}{marginalia_version()}")
    found = versions()
    for name, version in found.items():
        print(f"{name:<14}{version}")
    for name, (packages, advice) in OPTIONAL.items():
        print(f"{name:<14}{installed(packages) or f'absent: {advice}'}")
    for name, (programs, advice) in PROGRAMS.items():
        path = next((p for p in map(shutil.which, programs) if p), None)
        print(f"{name:<14}{path or f'absent: {advice}'}")
    absent = [name for name, version in found.items() if version == "absent"]
    troubles = [f"{name} is not installed: pip install -c constraints.txt -e ." for name in absent]
    troubles += store_troubles(suite())
    for trouble in troubles:
        print(f"not in order: {trouble}")
    if not troubles:
        print("the store is in order")
    return not troubles


def installed(packages: Iterable[str]) -> str | None:
    """The version of the first of some packages that is there."""
    for package in packages:
        try:
            return importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
    return None


def store_troubles(place: Place) -> list[str]:
    """What is wrong with a store, apart from what the checker says of its certificates."""
    files = {p.relative_to(place.store).as_posix(): p for p in sorted(place.store.rglob("*")) if p.is_file()}
    sums = files.pop("SHA256SUMS", None)
    sizes = {name: path.stat().st_size for name, path in files.items()}
    troubles = [f"{place.shown}/{name} is not a certificate; remove it" for name in files if not name.endswith(".json")]
    troubles += [
        f"{place.shown}/{name} has {size:,} bytes, more than {LARGEST:,}: commit a recipe for it instead"
        for name, size in sizes.items() if size > LARGEST
    ]  # fmt: skip
    if sum(sizes.values()) > TOTAL:
        troubles.append(f"{place.shown} has {sum(sizes.values()):,} bytes, more than {TOTAL:,}")
    listed = _listed(sums) if sums else {}
    actual = {name: sha256(path.read_bytes()) for name, path in files.items() if name.endswith(".json")}
    differ = sorted(name for name in listed.keys() | actual.keys() if listed.get(name) != actual.get(name))
    if differ:
        more = f" and {len(differ) - 3} more" if len(differ) > 3 else ""
        shown = ", ".join(differ[:3]) + more
        troubles.append(f"{place.shown}/SHA256SUMS does not agree about {shown}: type `marginalia verify`")
    return troubles


def _listed(sums: Path) -> dict[str, str]:
    lines = (line.split("  ", 1) for line in sums.read_text(encoding="utf-8").splitlines())
    return {parts[1]: parts[0] for parts in lines if len(parts) == 2}
