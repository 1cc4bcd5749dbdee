"""Each source lists what its text states: contents.csv parses, in printed order, with ids that can be looked up."""

import csv
import importlib
import re
from pathlib import Path

import pytest

SOURCES = sorted(path.parent for path in Path(__file__).parents[2].glob("theorems/*/contents.csv"))
HEADER = ["id", "number", "kind", "section", "title", "line", "note"]
NUMBERED = {
    "algorithm", "assumption", "claim", "condition", "corollary", "definition", "equation", "example", "exercise",
    "figure", "lemma", "problem", "proposition", "remark", "table", "theorem",
}  # fmt: skip
UNNUMBERED = {"construction", "fact", "identity", "inequality"}
NUMBER = re.compile(r"\d+(\.(\d+|[A-Z]))*([.-]\d+)?")
SECTION = re.compile(r"\d+(\.(\d+|[A-Z]))*")
SLUG = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def rows(source: Path) -> list[dict[str, str]]:
    with (source / "contents.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file, strict=True)
        assert reader.fieldnames == HEADER
        return list(reader)


def in_ids(number: str) -> str:
    """2.A.6 as ids write it, 2_a_6."""
    return re.sub(r"[.-]", "_", number).lower()


def test_there_are_sources() -> None:
    assert {source.name for source in SOURCES} >= {"arora2020", "du2019", "mukherjee2020"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_rows_are_complete_and_in_printed_order(source: Path) -> None:
    entries = rows(source)
    assert entries
    for entry in entries:
        assert None not in entry and None not in entry.values(), entry
        assert entry["title"] and entry["title"] == entry["title"].strip(), entry
        assert entry["kind"] in NUMBERED | UNNUMBERED, entry
        assert SECTION.fullmatch(entry["section"]), entry
        assert entry["line"].isdecimal(), entry
    lines = [int(entry["line"]) for entry in entries]
    assert lines == sorted(lines)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_ids_are_unique_and_say_where_to_look(source: Path) -> None:
    entries = rows(source)
    ids = [entry["id"] for entry in entries]
    assert len(ids) == len(set(ids))
    for entry in entries:
        name, place, *slug = entry["id"].split(".")
        assert name == source.name, entry
        assert len(slug) <= 1 and all(SLUG.fullmatch(part) for part in slug), entry
        if entry["number"]:
            assert entry["kind"] in NUMBERED and NUMBER.fullmatch(entry["number"]), entry
            assert place == f"{entry['kind']}_{in_ids(entry['number'])}", entry
        else:
            assert slug and place == f"section_{in_ids(entry['section'])}", entry


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_says_what_it_is(source: Path) -> None:
    described = importlib.import_module(f"theorems.{source.name}").SOURCE
    assert set(described) - {"complete"} == {
        "id", "title", "authors", "year", "edition", "url", "naturals_from", "conventions",
    }  # fmt: skip
    complete = described.get("complete", [])
    assert set(complete) <= {entry["section"].partition(".")[0] for entry in rows(source)}
    assert list(complete) == list(dict.fromkeys(complete))
    assert described["id"] == source.name
    assert described["title"] and described["authors"] and described["conventions"]
    assert described["naturals_from"] in (0, 1)
