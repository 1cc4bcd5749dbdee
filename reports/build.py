"""From results to the report: one JSON document, its renderings, and the table of verdicts in the README."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reports.cache import key_of, read_json, sha256, versions, write_atomic
from reports.model import FORMAT, VERDICTS, counts
from reports.place import ROOT, Place

MARKS = ("<!-- verdicts:begin -->", "<!-- verdicts:end -->")
FIELDS = ("id", "title", "authors", "year", "edition", "url", "naturals_from", "conventions")


class SourceError(Exception):
    """A source does not say what it is; names the file, the cause and what to do."""


def assemble(place: Place, claims: list[dict[str, Any]], unexpected: list[dict[str, Any]],
             entries: Iterable[dict[str, Any]], whole: bool) -> dict[str, Any]:  # fmt: skip
    """The report on some claims; ``entries`` are all claims that are known, for who uses what.

    ``whole`` says that nothing was left out by a selection: then every source is listed, encoded or not.
    """
    users: dict[str, set[str]] = {}
    for entry in entries:
        for used in entry["uses"]:
            users.setdefault(used, set()).add(entry["id"])
    claims = [claim | {"used_by": sorted(users.get(claim["id"], ()))} for claim in claims]
    wanted = {claim["source"] for claim in claims}
    cited = sorted({f for c in claims for v in c["variants"].values() for f in (v["reduction"] or {}).get("facts", ())})
    return {
        "format": FORMAT,
        "versions": {"marginalia": marginalia_version(), **versions()},
        "sources": [source for source in sources(place) if whole or source["id"] in wanted],
        "claims": claims,
        "facts": facts(cited),
        "unexpected": unexpected,
    }


def marginalia_version() -> str:
    """The version in pyproject.toml or, installed otherwise, in the package's metadata."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8") if (ROOT / "pyproject.toml").is_file() else ""
    found = re.search(r'^version = "([^"]+)"', text, re.MULTILINE)
    if found:
        return found[1]
    from importlib.metadata import version

    return version("marginalia")


def sources(place: Place) -> list[dict[str, Any]]:
    """Every source of a place with its contents. Raises SourceError."""
    return [source(folder) for folder in place.sources()]


def source(folder: Path) -> dict[str, Any]:
    """What a source says of itself, and the rows of its contents. Raises SourceError."""
    path = folder / "__init__.py"
    try:
        spec = importlib.util.spec_from_file_location(f"_source_{folder.name}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        described = {field: module.SOURCE[field] for field in FIELDS}
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"
        raise SourceError(f"{path}: needs SOURCE, a dict with {', '.join(FIELDS)}: {cause}") from error
    return described | {"contents": contents(folder)}


def contents(folder: Path) -> list[dict[str, Any]]:
    """The rows of a source's ``contents.csv`` as reports list them. Raises SourceError."""
    path = folder / "contents.csv"
    try:
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        kept = ("number", "kind", "section", "title", "id", "note")
        return [{name: row[name] or None for name in kept} for row in rows]
    except (OSError, KeyError, csv.Error) as error:
        raise SourceError(f"{path}: cannot be read: {type(error).__name__}: {error}") from error


def facts(ids: Sequence[str]) -> list[dict[str, str]]:
    """The facts that prose reductions cite. Raises SourceError for one that theorems/facts.py does not state."""
    if not ids:
        return []
    from theorems.facts import FACTS

    missing = [i for i in ids if i not in FACTS]
    if missing:
        raise SourceError(f"theorems/facts.py: does not state {', '.join(missing)}, which a reduction cites: add it")
    return [{"id": i, "statement": FACTS[i].statement, "reference": FACTS[i].reference} for i in ids]


# --- files ---------------------------------------------------------------------------------------------------


def write(place: Place, report: dict[str, Any], out: Path) -> Path:
    """Write report.json, report.md and index.html into a folder, unless they are there already; returns index.html."""
    renderers = [*Path(__file__).parent.glob("*.py"), *Path(__file__).parent.glob("templates/*")]
    key = key_of([report, *sorted(sha256(path.read_bytes()) for path in renderers if path.is_file())])
    names = ("report.json", "report.md", "index.html")
    stamp = place.cache / f"written-{out.name}.json"
    if read_json(stamp) == key and all((out / name).is_file() for name in names):
        return out / "index.html"
    from reports import html, markdown

    data = json.dumps(report, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    for name, text in zip(names, (data, markdown.render(report), html.render(report)), strict=True):
        write_atomic(place, out / name, text.encode())
    write_atomic(place, stamp, json.dumps(key).encode())
    return out / "index.html"


def verdict_table(report: dict[str, Any]) -> str:
    """The verdicts of claims as printed, a row a source that has claims, as the README shows them."""
    lines = ["| source | " + " | ".join(VERDICTS) + " |", "|---" * (len(VERDICTS) + 1) + "|"]
    for one in report["sources"]:
        found = counts(c for c in report["claims"] if c["source"] == one["id"])
        if any(found.values()):
            lines.append(f"| {one['title']} | " + " | ".join(str(n) for n in found.values()) + " |")
    return "\n".join(lines)


def readme_with(text: str, table: str) -> str:
    """A README with its table of verdicts replaced. Raises SourceError when the marks are gone."""
    before, begin, rest = text.partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not begin or not end:
        raise SourceError(f"README.md: the lines {MARKS[0]} and {MARKS[1]} are gone; put them around the table")
    return f"{before}{begin}\n{table}\n{end}{after}"
