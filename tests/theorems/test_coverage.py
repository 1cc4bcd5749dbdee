"""What is encoded against what the texts state: every claim is a row of its source's contents."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from theorems.registry import claim_files, load

ROOT = Path(__file__).resolve().parents[2]
FILES = claim_files()


def rows(source: str) -> dict[str, dict[str, str]]:
    with (ROOT / "theorems" / source / "contents.csv").open(newline="", encoding="utf-8") as stream:
        return {row["id"]: row for row in csv.DictReader(stream, strict=True)}


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
        assert path.parent.name == f"chapter_{claim.section.split('.')[0].lower()}", claim.id
        assert "printed" in claim.variants, claim.id
        assert claim.headline and claim.statement and claim.title and claim.family


def test_coverage_is_a_join() -> None:
    encoded = Counter(c.source for path in FILES for c in load(path))
    assert set(encoded) <= {path.parent.name for path in (ROOT / "theorems").glob("*/contents.csv")}
    for source, number in encoded.items():
        assert number <= len(rows(source))
