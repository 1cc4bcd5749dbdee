"""Pictures on their way from a claim's file to the report: drawn once, kept with the result, or the reason why not."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
SQUARE = '''

@claim.picture
def square():
    with open({drawn!r}, "a") as stream:
        stream.write("x")
    return "A square.", '<svg viewBox="0 0 1 1"><rect width="1" height="1" fill="currentColor"/></svg>'
'''


def with_picture(paper: Path, marginalia: Run, text: str) -> tuple[list[dict[str, str]], Done]:
    path = paper / "smith2027" / "chapter_3" / "lemma_3_2.py"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    done = marginalia("verify", paper, "--json")
    claims = json.loads(done.stdout)["claims"]
    return next(c["pictures"] for c in claims if c["id"] == "smith2027.lemma_3_2"), done


def test_a_picture_is_drawn_once_and_kept(verified: Path, marginalia: Run, tmp_path: Path) -> None:
    drawn = tmp_path / "drawn"
    pictures, done = with_picture(verified, marginalia, SQUARE.format(drawn=str(drawn)))
    assert done.returncode == 0, done.stderr
    assert [p["title"] for p in pictures] == ["A square."]
    assert '<figcaption id="pic-smith2027-lemma_3_2-1-title">A square.' in (
        verified / "report" / "index.html").read_text(encoding="utf-8")  # fmt: skip
    again, _ = with_picture(verified, marginalia, "")
    assert again == pictures
    assert drawn.read_text() == "x"


def test_a_picture_that_fails_is_named_and_costs_no_verdict(verified: Path, marginalia: Run) -> None:
    broken = "\n\n@claim.picture\ndef broken():\n    raise ValueError('no')\n"
    pictures, done = with_picture(verified, marginalia, broken)
    assert pictures == []
    assert done.returncode == 1
    assert "a picture of smith2027.lemma_3_2 broke off" in done.stderr
    claim = next(c for c in json.loads(done.stdout)["claims"] if c["id"] == "smith2027.lemma_3_2")
    assert claim["variants"]["printed"]["verdict"] == "proved"
