"""The report's schema, its cross-references, and the views that all renderings share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reports import html, model


def test_the_schema_is_a_schema_and_the_fixture_fits(report: dict[str, Any], empty: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(model.SCHEMA)
    model.validate(report)
    model.validate(empty)


def test_load(tmp_path: Path, report: dict[str, Any]) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    assert model.load(path) == report
    path.write_text("{", encoding="utf-8")
    with pytest.raises(model.ReportError, match=r"report\.json: not JSON"):
        model.load(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(model.ReportError, match=r"report\.json: at /: 'format' is a required property"):
        model.load(path)


def test_an_error_names_the_claim_and_the_field(report: dict[str, Any]) -> None:
    report["claims"][1]["variants"]["printed"]["verdict"] = "true"
    place = r"at /claims/1 \(mukherjee2020.lemma_2_3_5\)/variants/printed/verdict: 'true' is not one of"
    with pytest.raises(model.ReportError, match=place):
        model.validate(report)


@pytest.mark.parametrize("field", sorted(model.SCHEMA["$defs"]["variant"]["required"]))
def test_no_field_of_a_variant_may_be_forgotten(report: dict[str, Any], field: str) -> None:
    del report["claims"][0]["variants"]["printed"][field]
    with pytest.raises(model.ReportError, match=f"'{field}' is a required property"):
        model.validate(report)


def _without_printed(report: dict[str, Any]) -> None:
    claim = report["claims"][4]
    claim["variants"] = {"repaired": claim["variants"]["repaired"]}


def _unknown_field(report: dict[str, Any]) -> None:
    report["claims"][0]["colour"] = "red"


def _twice(report: dict[str, Any]) -> None:
    report["claims"].append(report["claims"][0])


def _strange_source(report: dict[str, Any]) -> None:
    report["claims"][0]["source"] = "nobody1900"


def _uncited(report: dict[str, Any]) -> None:
    report["facts"].clear()


def _silent(report: dict[str, Any]) -> None:
    report["unexpected"].clear()


def _false_alarm(report: dict[str, Any]) -> None:
    report["unexpected"].append(dict(report["unexpected"][0], id="mukherjee2020.definition_5"))


def _alarm_for_nobody(report: dict[str, Any]) -> None:
    report["unexpected"].append(dict(report["unexpected"][0], id="mukherjee2020.lemma_8"))


def _slug_of_a_variant(report: dict[str, Any]) -> None:
    report["claims"][2]["slug"] = "repaired"


def _row_twice(report: dict[str, Any]) -> None:
    report["sources"][0]["contents"].append(report["sources"][0]["contents"][0])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_printed, "'printed' is a required property"),
        (_unknown_field, "colour"),
        (_twice, "appears 2 times"),
        (_strange_source, "nobody1900"),
        (_uncited, "jensen"),
        (_silent, "is missing from `unexpected`"),
        (_false_alarm, "stands without cause"),
        (_alarm_for_nobody, "lemma_8"),
        (_slug_of_a_variant, "name of a variant"),
        (_row_twice, "2 times"),
    ],
)
def test_inconsistent_reports_are_refused(report: dict[str, Any], spoil: Any, said: str) -> None:
    spoil(report)
    with pytest.raises(model.ReportError, match=said):
        model.validate(report)


def test_outline_keeps_the_printed_order_with_gaps_and_steps(report: dict[str, Any]) -> None:
    outline = model.outline(report, report["sources"][0])
    assert [name for name, _ in outline] == ["2.1", "2.3.1"]
    entries = [entry for _, group in outline for entry in group]
    assert [e.row["number"] for e in entries] == ["5", "9", "2.3.5", "2.3.7"]
    assert [e.claim is None for e in entries] == [False, True, False, True]
    assert [[s["slug"] for s in e.steps] for e in entries] == [[], [], ["total_count", "monotone_pieces"], []]


def test_a_claim_outside_the_contents_is_not_lost(report: dict[str, Any]) -> None:
    extra = dict(report["claims"][0], id="mukherjee2020.equation_7", kind="equation", number="7", section="9")
    orphan = dict(report["claims"][2], id="mukherjee2020.section_2_1.remark", number=None, slug="remark", section="2.1")
    report["claims"] += [extra, orphan]
    names = [c["id"] for c in model.in_order(report, report["sources"][0])]
    assert sorted(names) == sorted(c["id"] for c in report["claims"] if c["source"] == "mukherjee2020")
    assert names.index(orphan["id"]) == 1
    assert names[-1] == extra["id"]


def test_the_sentence(report: dict[str, Any], empty: dict[str, Any]) -> None:
    assert model.sentence(report) == (
        "Of 6 claims as printed in 2 texts, 2 are proved, 1 is reduced, 1 is bounded, 1 is tested and 1 is refuted "
        "(and repaired); one verdict is unexpected."
    )
    assert model.sentence(empty) == "No claim was selected."
    report["claims"] = report["claims"][:1]
    report["unexpected"] = []
    assert model.sentence(report) == "Of one claim as printed in 1 text, 1 is bounded; no verdict is unexpected."


def test_the_tightest_leaves_out_what_is_attained_and_what_is_false(report: dict[str, Any]) -> None:
    found = [(claim["id"].partition(".")[2], variant, margin) for claim, variant, margin in model.tightest(report)]
    assert found == [("lemma_2_3_5.monotone_pieces", "printed", 3.2e-07), ("theorem_2_1", "printed", 0.0125)]
    assert len(model.tightest(report, limit=1)) == 1


def test_what_is_attained_says_where(report: dict[str, Any]) -> None:
    some, throughout = model.attained(report)
    found = [
        (c["id"].partition(".")[2], v, model.touches(where, c["variants"][v]["falsification"]["by_parameter"]))
        for c, v, where in some
    ]
    assert found == [
        ("lemma_2_3_5", "sharpened", []),
        ("lemma_1_2", "repaired", [("p", "2, 4, 6")]),
        ("lemma_2_3_5", "printed", [("p", "4 of 8 values"), ("k", "5 of 6 values"), ("M", "1/1000")]),
    ]
    assert [c["id"].partition(".")[2] for c, _ in throughout] == ["definition_5", "lemma_2_3_5.total_count"]
    assert model.touches({"s": [0.5]}, {"s": [[0.5, 0.0], [1, 1.0]]}) == [("s", "1 of 2 values")]
    assert model.everywhere({"p": [[1, 0.0], [4, 0.0]], "k": [[1, 0.0], [2, 0.5]], "x": []}) == {"p": (1, 4)}


def test_a_headline_under_its_own_name(report: dict[str, Any]) -> None:
    assert model.finding(report["claims"][2]) == "True."
    step = report["claims"][2] | {"number": None, "kind": "claim", "section": "9.1"}
    assert model.finding(step | {"headline": "Section 9.1: a, b: c."}) == "A, b: c."
    assert model.finding(step | {"headline": "Something else: true."}) == "Something else: true."


def test_a_variant_may_have_a_second_name(report: dict[str, Any]) -> None:
    variants = report["claims"][2]["variants"]
    variants["sharpened_attained"] = variants["printed"]
    model.validate(report)
    assert [model.variant(name) for name in variants] == ["as printed", "sharpened, attained"]
    assert "Sharpened, attained" in html.render(report)


def test_margins_in_words() -> None:
    assert [model.margin(x) for x in (None, 0.0, 0.125, 3.2e-7)] == ["-", "0 (attained)", "0.125", "3.2e-07"]
    assert model.margin(-2.2250738585072014e-308) == "0 (where the claim is strict)"


def test_tally(report: dict[str, Any]) -> None:
    found = model.tally(report, report["sources"][0])
    assert (found.claims, found.results, found.read, found.mutants, found.killed) == (4, 4, 2, 7, 6)
    assert found.counts["proved"] == 2
    assert list(found.counts) == list(model.VERDICTS)


def test_names(report: dict[str, Any]) -> None:
    assert model.label(report["claims"][2]) == "Lemma 2.3.5, total count"
    assert [model.short_name(s) for s in report["sources"]] == ["Mukherjee 2020", "Ünal et al. 2021"]
    two = dict(report["sources"][0], authors=["Adams, Ann", "Bo Brown"])
    assert model.short_name(two) == "Adams and Brown 2020"
    assert model.short_name(dict(two, authors=[])) == "mukherjee2020 2020"
    assert [model.margin(m) for m in (None, 0.0, -0.0, 0.125, 3.2e-7)] == [
        "-",
        "0 (attained)",
        "0 (attained)",
        "0.125",
        "3.2e-07",
    ]


def test_formal_proofs_are_counted_and_those_that_go_further_are_named(report):
    found = [(c, v) for c in report["claims"] for v in c["variants"].values() if v["formal"] != "none"]
    assert len(found) == 1
    (claim, variant), many = found[0], "Proved in Coq as well: 1 variant, "
    assert model.formal(report) == many + "not checked again in this run."
    variant["formal"] = "rechecked"
    assert model.formal(report) == many + "checked again in this run."
    variant["verdict"] = "reduced"
    assert model.formal(report).endswith(f"what the checker does not: {model.label(claim)} (reduced).")
    variant["formal"] = "none"
    assert model.formal(report) == ""
