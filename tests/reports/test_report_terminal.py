"""The report in a terminal: its content, NO_COLOR, narrow screens, plain encodings, hostile text."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from reports import model, terminal


def shown(report: dict[str, Any], width: int = 200, encoding: str = "utf-8", **options: Any) -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    terminal.show(report, Console(file=file, width=width, highlight=False, **options))
    file.flush()
    return raw.getvalue().decode(encoding)


def test_it_says_what_matters(report: dict[str, Any]) -> None:
    text = shown(report)
    assert model.sentence(report) in text
    assert "2 ● proved, 1 ◐ bounded, 1 △ tested" in text
    assert "6/7" in text
    assert "lemma_2_3_5.total_count" in text
    assert "unal2021.lemma_1_2: False for every even $p$" in text
    assert "Repaired: proved." in text
    assert "3.2e-07" in text
    assert "0 (attained)  mukherjee2020.lemma_2_3_5 (sharpened), unal2021.lemma_1_2 (repaired)," in text
    assert "mukherjee2020.lemma_2_3_5.monotone_pieces, printed: expected ● proved, found △ tested" in text
    assert "type `marginalia verify --rebuild -k lemma_2_3_5` next" in " ".join(text.split())


def test_claims_get_rows_only_while_they_are_few(report: dict[str, Any]) -> None:
    first = report["claims"][0]
    report["claims"] += [dict(first, id=f"{first['id']}{i}", number=f"5{i}") for i in range(terminal.ROWS - 6)]
    assert "definition_517" in shown(report)
    report["claims"].append(dict(first, id="mukherjee2020.definition_77", number="77"))
    assert "definition_517" not in shown(report)


def test_colour_is_given_up_on_request(report: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[32m" in shown(report, force_terminal=True, color_system="standard")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in shown(report, force_terminal=True, color_system="standard").replace("\x1b[3m", "")


def test_eighty_columns_cut_no_name(report: dict[str, Any]) -> None:
    text = shown(report, width=80)
    assert all(len(line) <= 80 for line in text.splitlines())
    assert "lemma_2_3_5.monotone_pieces " in text
    assert "mutants killed" in text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_plain_encodings(report: dict[str, Any], encoding: str, width: int) -> None:
    assert "proved" in shown(report, width=width, encoding=encoding)


def test_control_characters_and_markup_do_nothing(report: dict[str, Any]) -> None:
    report["unexpected"][0]["explanation"] = "\x1b]0;title\x07 \x1b[2J [bold red]x[/] \u202e"
    text = shown(report)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "?[2J [bold red]x[/] ?" in text


def test_nothing_selected(empty: dict[str, Any]) -> None:
    assert shown(empty) == "No claim was selected.\n"
