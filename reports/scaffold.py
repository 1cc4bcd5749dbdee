"""``marginalia new``: the skeleton of a claim's file and, for a new source, what describes it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from reports.build import contents
from reports.place import ROOT
from theorems.registry import KINDS

HEADER = ["id", "number", "kind", "section", "title", "line", "note"]
NUMBER = re.compile(r"\d+(\.(\d+|[A-Za-z]))*([.-]\d+)?")

SOURCE = '''"""{source}: what it states.

Line numbers in contents.csv are those of a plain-text copy of the text.
"""

SOURCE = dict(
    id="{source}",
    title="{source}",
    authors=["{author}"],
    year={year},
    edition="",
    url="",
    naturals_from=1,
    conventions=[
        "Naturals start at 1.",
    ],
)
'''

CLAIM = '''"""{label}, {title}: not read yet. Replace this line by the verdict in one sentence."""

from numerics.derive import Fact, Proof
from numerics.sampling import dyadic
from numerics.terms import Term, forall, real, term
from theorems.claim import Claim

claim = Claim(
    "{source}", "{kind}", "{number}", section="{section}", family="unsorted",
    title="{title}",
    statement=r"""The statement in your own words, with $LaTeX$.""",
)  # fmt: skip

x = real("x")

printed = claim.variant(
    "printed", forall(x, x * x >= 0), expect="proved",  # the statement as printed, degenerate cases included
    why="One sentence: why this verdict.",
)  # fmt: skip


@claim.prove(printed)  # or @claim.refute(printed), for a proof of the negation
def by_a_square(p: Proof, goal: Term) -> Fact:
    return p.general(x, p.arith(x * x >= 0, squares=[x]))


@claim.instances
def samples(rng, n):
    """Where the claim might fail: the edges of its hypotheses, and near what it observes to be tight."""
    return {{"x": dyadic(rng, n, -8, 8)}}


# Slightly stronger, false versions that the search must refute: one for an identity, two for an inequality.
claim.mutant("a square is at least 1/100", printed, x * x >= term("1/100"))
'''


class ScaffoldError(Exception):
    """Nothing was written; the message says why."""


def scaffold(source: str, kind: str, number: str, title: str, into: Path | None) -> list[Path]:
    """Write the skeleton of a claim's file, below ``into`` or the suite's theorems; returns the files written.

    A source that is not there yet gets its ``__init__.py`` and ``contents.csv``; a claim that its contents do not
    list gets a row. Raises ScaffoldError, having written nothing, for bad names and for a file that exists.
    """
    kind = kind.lower()
    if not re.fullmatch(r"[a-z][a-z0-9_]*", source):
        raise ScaffoldError(f"{source!r} is not the name of a source: lower case letters and digits, such as smith2027")
    if kind not in KINDS or kind == "section":
        raise ScaffoldError(f"{kind!r} is no kind of statement; one of {', '.join(k for k in KINDS if k != 'section')}")
    if not NUMBER.fullmatch(number):
        raise ScaffoldError(f"{number!r} is not a number as printed, such as 3.2")
    folder = (into or ROOT / "theorems") / source
    stem = f"{kind}_{re.sub(r'[.-]', '_', number).lower()}"
    row = _row(folder, source, stem, kind, number, title)
    chapter = folder / f"chapter_{row['section'].split('.')[0].lower()}"
    path = chapter / f"{stem}.py"
    if path.exists():
        raise ScaffoldError(f"{path} exists; edit it")
    chapter.mkdir(parents=True, exist_ok=True)
    written = [path]
    if not (folder / "__init__.py").exists():
        year = re.search(r"\d{4}", source)
        author = re.sub(r"\d.*", "", source).capitalize()
        text = SOURCE.format(source=source, author=author, year=year[0] if year else 2000)
        (folder / "__init__.py").write_text(text, encoding="utf-8")
        written.append(folder / "__init__.py")
    if not (chapter / "__init__.py").exists():
        (chapter / "__init__.py").write_text("", encoding="utf-8")
        written.append(chapter / "__init__.py")
    if _list(folder, row):
        written.append(folder / "contents.csv")
    text = CLAIM.format(source=source, label=f"{kind.capitalize()} {number}", **_quoted(row))
    path.write_text(text, encoding="utf-8")
    return written


def _quoted(row: dict[str, str]) -> dict[str, str]:
    return {name: row[name].replace("\\", r"\\").replace('"', r"\"") for name in ("kind", "number", "section", "title")}


def _row(folder: Path, source: str, stem: str, kind: str, number: str, title: str) -> dict[str, str]:
    """The claim's row: the one in the contents, or a new one whose section is the number without its last part."""
    listed = contents(folder) if (folder / "contents.csv").exists() else []
    for row in listed:
        if row["id"] == f"{source}.{stem}" or row["id"].startswith(f"{source}.{stem}."):
            return {**row, "title": title or row["title"], "number": number}
    section = number.rpartition(".")[0] or number.partition("-")[0]
    title = title or f"{kind} {number}"
    return {"id": f"{source}.{stem}", "number": number, "kind": kind, "section": section, "title": title}


def _list(folder: Path, row: dict[str, str]) -> bool:
    """Add a row to a source's contents, after the last one of its section or of an earlier one, unless it is there."""
    path, rows = folder / "contents.csv", []
    if path.exists():
        with path.open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        if any(r["id"] == row["id"] or r["id"].startswith(row["id"] + ".") for r in rows):
            return False
    earlier = [i for i, r in enumerate(rows) if _order(r["section"]) <= _order(row["section"])]
    place = earlier[-1] + 1 if earlier else 0
    line = rows[place - 1]["line"] if place else "1"
    rows.insert(place, {**row, "line": line, "note": ""})
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, HEADER, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return True


def _order(section: str) -> list[tuple[bool, int, str]]:
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in section.split(".")]
