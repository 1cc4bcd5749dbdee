"""What is encoded against what the texts state: contents and claims are joined, and each gap is a row that says so."""

import csv
import importlib
import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pytest

from reports.model import chapter, note
from theorems.registry import claim_files, load

ROOT = Path(__file__).resolve().parents[2]
FILES = claim_files()
SOURCES = sorted(path.parent.name for path in (ROOT / "theorems").glob("*/contents.csv"))
Rows = dict[str, dict[str, str]]
WORDS = re.compile(r"\b(merged?|no claims?|not encoded)\b", re.IGNORECASE)


@cache
def rows(source: str) -> Rows:
    with (ROOT / "theorems" / source / "contents.csv").open(newline="", encoding="utf-8") as stream:
        return {row["id"]: row for row in csv.DictReader(stream, strict=True)}


@cache
def encoded() -> frozenset[str]:
    return frozenset(claim.id for path in FILES for claim in load(path))


def breaks(listed: Rows, claims: Collection[str], elsewhere: Collection[str], complete: Collection[str]) -> list[str]:
    """What is wrong with the notes of a source's rows: each line names the row, the cause and what to do.

    ``claims`` are the ids of all claims, ``elsewhere`` those of other sources' rows. In a ``complete`` chapter every
    row is a claim, or says why it is none.
    """
    found = [f"chapter {name} is complete and has no row" for name in complete if name not in chapters(listed)]
    for name, row in listed.items():
        said = note(row)
        if WORDS.search(said.remark):
            found.append(f"{name}: its note is neither `merged: see ID` nor `no claim: REASON`: {row['note']!r}")
        elif name in claims and said.settled:
            found.append(f"{name} is encoded: take {row['note']!r} out of its note")
        elif said.merged is not None:
            end = followed(name, listed)
            if end is None:
                found.append(f"{name}: its note leads in a circle: {row['note']!r}; name the claim that covers it")
            elif end not in claims and end not in listed and end not in elsewhere:
                found.append(f"{name}: {end}, which its note names, is neither a claim nor a row; write a full id")
            elif chapter(row["section"]) in complete and end not in claims:
                found.append(f"{name} is merged with {end}, which is not encoded, in a complete chapter: encode it")
        elif chapter(row["section"]) in complete and name not in claims and said.reason is None:
            found.append(f"{name} is not encoded and its note does not say why, in a complete chapter: encode it, or "
                         f"note `merged: see ID` or `no claim: REASON`")  # fmt: skip
    return found


def chapters(listed: Rows) -> set[str]:
    return {chapter(row["section"]) for row in listed.values()}


def followed(name: str, listed: Mapping[str, Mapping[str, str]]) -> str | None:
    """The id at which the notes of merged rows end; None where they lead in a circle."""
    passed: list[str] = []
    while name in listed and (merged := note(dict(listed[name])).merged) is not None:
        passed.append(name)
        name = merged
        if name in passed:
            return None
    return name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT / "theorems").as_posix())
def test_every_claim_is_a_row_of_its_source(path: Path) -> None:
    source = path.relative_to(ROOT / "theorems").parts[0]
    listed = rows(source)
    claims = load(path)
    assert claims, "a file of claims states one"
    for claim in claims:
        assert claim.source == source
        assert claim.id in listed, f"{claim.id} is no row of theorems/{source}/contents.csv; add it"
        row = listed[claim.id]
        assert (row["number"], row["section"]) == (claim.number, claim.section), claim.id
        assert row["kind"] == claim.kind or not claim.number, claim.id
        assert path.stem == claim.id.split(".")[1], f"{claim.id} belongs in the file that its id names"
        assert path.parent.name == f"chapter_{chapter(claim.section).lower()}", claim.id
        assert "printed" in claim.variants, claim.id
        assert claim.headline and claim.statement and claim.title and claim.family
        texts = [claim.headline, claim.statement, claim.title]
        texts += [text for v in claim.variants.values() for text in (v.why, v.counterexample, v.prose, v.range) if text]
        broken = [text for text in texts if not text.replace("\n", "").isprintable()]
        assert not broken, f"{claim.id}: a control character, as where a backslash was lost (\\frac): {broken[0]!r}"


@pytest.mark.parametrize("source", SOURCES)
def test_every_row_is_a_claim_or_says_why_or_is_still_to_do(source: str) -> None:
    complete = importlib.import_module(f"theorems.{source}").SOURCE.get("complete", [])
    elsewhere = {name for other in SOURCES if other != source for name in rows(other)}
    assert breaks(rows(source), encoded(), elsewhere, complete) == []


def test_coverage_is_a_join() -> None:
    listed = {name for source in SOURCES for name in rows(source)}
    assert encoded() <= listed


def row(name: str, section: str = "2.1", text: str = "") -> Rows:
    return {f"a2020.{name}": {"id": f"a2020.{name}", "section": section, "note": text}}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", "a2020.lemma_2 is not encoded and its note does not say why"),
        ("ours", "a2020.lemma_2 is not encoded and its note does not say why"),
        ("merged: see a2020.lemma_1", None),
        ("quoted; merged: see a2020.lemma_1", None),
        ("merged: see b2020.lemma_9", "a2020.lemma_2 is merged with b2020.lemma_9, which is not encoded"),
        ("merged: see a2020.lemma_3", "a2020.lemma_2 is merged with a2020.lemma_3, which is not encoded"),
        ("merged: see a2020.lemma_4", None),
        ("merged: see lemma_1", "a2020.lemma_2: lemma_1, which its note names, is neither a claim nor a row"),
        ("merged: see a2020.lemma_2", "a2020.lemma_2: its note leads in a circle"),
        ("merged: a2020.lemma_1", "a2020.lemma_2: its note is neither"),
        ("Merged: see a2020.lemma_1", "a2020.lemma_2: its note is neither"),
        ("merged: see a2020.lemma_1 and others", "a2020.lemma_2: its note is neither"),
        ("no claim: a definition; nothing is asserted", None),
        ("ours; no claim: a plan for experiments", None),
        ("no claim:", "a2020.lemma_2: its note is neither"),
        ("no claim", "a2020.lemma_2: its note is neither"),
    ],
)
def test_in_a_complete_chapter_nothing_is_left_open(text: str, cause: str | None) -> None:
    listed = row("lemma_1") | row("lemma_2", text=text) | row("lemma_3", text="no claim: vague")
    listed |= row("lemma_4", text="merged: see a2020.lemma_1") | row("lemma_5", section="3")
    found = breaks(listed, {"a2020.lemma_1"}, {"b2020.lemma_9"}, ["2"])
    assert len(found) == (cause is not None)
    assert cause is None or found[0].startswith(cause)


def test_elsewhere_a_row_may_wait() -> None:
    listed = row("lemma_1", text="no claim: vague") | row("lemma_2") | row("lemma_3", text="merged: see a2020.lemma_2")
    assert breaks(listed, set(), set(), []) == []
    assert breaks(listed, {"a2020.lemma_1"}, set(), []) == [
        "a2020.lemma_1 is encoded: take 'no claim: vague' out of its note"
    ]
    assert breaks(listed, set(), set(), ["4"]) == ["chapter 4 is complete and has no row"]
