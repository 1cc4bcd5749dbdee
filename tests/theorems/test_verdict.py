"""Verdicts from evidence, and the paragraphs about those that nobody expects."""

from typing import Any

import pytest

from theorems.verdict import contradictions, explain, judge, outcome

GOAL = {"goal": "printed", "role": "statement", "path": "a2027/lemma_1.printed.json", "digest": "d1",
        "definitions": {"Square": "s1"}, "claim": "a2027.lemma_1", "name": "printed", "derived": True}  # fmt: skip
SAID = {"accepted": True, "claim": "a2027.lemma_1", "variant": "printed", "verdict": "holds", "digest": "d1",
        "definitions": {"Square": "s1"}, "rules": ["logic"]}  # fmt: skip


def evidence(role: str, holds: bool | None) -> dict[str, Any]:
    state = "missing" if holds is None else "accepted"
    return {"goal": role, "role": role, "path": "p", "state": state, "holds": holds, "reason": "", "certificate": {}}


def trials(margin: float | None = 0.0, instances: int = 10, killed: bool = True) -> dict[str, Any]:
    return {"instances": instances, "min_margin": margin, "worst": {"x": "1/2"}, "by_parameter": {}, "mutants": 1,
            "mutants_killed": int(killed), "mutant_list": [{"name": "m", "killed": killed, "by": None}]}  # fmt: skip


@pytest.mark.parametrize(("outcomes", "prose", "tried", "verdict"), [
    ([("statement", True)], None, None, "proved"),
    ([("statement", False)], None, None, "refuted"),
    ([("statement", False)], None, trials(1.0), "refuted"),
    ([("statement", None)], None, None, "open"),
    ([("statement", None)], None, trials(), "tested"),
    ([("statement", None)], None, trials(-0.1), "open"),
    ([("statement", None)], None, trials(None, 0), "open"),
    ([], None, trials(None), "tested"),
    ([("obligation", True)], "prose", None, "reduced"),
    ([("obligation", True)], None, None, "open"),
    ([("obligation", True), ("obligation", None)], "prose", None, "open"),
    ([("obligation", True), ("obligation", False)], "prose", None, "open"),
    ([], "prose", None, "open"),
    ([("range", True)], None, None, "bounded"),
    ([("range", False)], None, None, "open"),
    ([("obligation", None), ("range", True)], "prose", trials(), "bounded"),
    ([("statement", True), ("range", True)], None, None, "proved"),
])  # fmt: skip
def test_verdicts(outcomes: list, prose: str | None, tried: dict | None, verdict: str) -> None:
    assert judge([evidence(role, holds) for role, holds in outcomes], prose, tried) == verdict


@pytest.mark.parametrize(("said", "state", "reason"), [
    (None, "missing", "there is none in the store"),
    (SAID, "accepted", ""),
    (SAID | {"verdict": "fails"}, "accepted", ""),
    ({"accepted": False, "reason": "step 3 (ring): no"}, "rejected", "step 3 (ring): no"),
    (SAID | {"claim": "a2027.lemma_2"}, "foreign", "it is for a2027.lemma_2.printed"),
    (SAID | {"variant": "repaired"}, "foreign", "it is for a2027.lemma_1.repaired"),
    (SAID | {"digest": "d0"}, "stale", "the formula was edited"),
    (SAID | {"digest": "d0", "definitions": {"Square": "s0", "Old": "o"}}, "stale",
     "definition Square was edited, definition Old is gone"),
])  # fmt: skip
def test_outcomes(said: dict | None, state: str, reason: str) -> None:
    found = outcome(GOAL, said)
    assert found["state"] == state and reason in found["reason"]
    assert (found["certificate"] is None) == (state != "accepted")
    assert found["holds"] == (None if state != "accepted" else said is not None and said["verdict"] == "holds")


def claim(expected: str) -> dict[str, Any]:
    return {"id": "a2027.lemma_1", "file": "theorems/a2027/lemma_1.py", "variants": {"printed": {"expected": expected}}}


def test_a_paragraph_says_what_was_lost_what_changed_and_what_to_type() -> None:
    lost = {"step": "return p.arith(goal)", "place": "theorems/a2027/lemma_1.py:12 (by_hand)", "error": "no\nway"}
    text = explain(claim("proved"), "printed", "open", [outcome(GOAL, None) | {"lost": lost}], None, ["numpy 1 to 2"])
    assert text == (
        "a2027.lemma_1, printed: expected proved, found open. "
        "No certificate certs/store/a2027/lemma_1.printed.json: there is none in the store. "
        "The search lost a step in theorems/a2027/lemma_1.py:12 (by_hand), at `return p.arith(goal)`: no way. "
        "Changed since it was last as expected: numpy 1 to 2. "
        "Next: mend theorems/a2027/lemma_1.py:12 (by_hand), then type `marginalia verify a2027.lemma_1`."
    )


def test_a_paragraph_about_a_counterexample_and_one_about_too_much() -> None:
    text = explain(claim("tested"), "printed", "open", [], trials(-0.25))
    assert "Falsification found a counterexample: x = 1/2 (margin -0.25)." in text
    text = explain(claim("open"), "printed", "refuted", [outcome(GOAL, SAID | {"verdict": "fails"})], None)
    assert "The checker accepted a proof of the negation of the statement." in text
    assert 'write expect="refuted" in theorems/a2027/lemma_1.py' in text


def test_contradictions() -> None:
    assert contradictions("a", "printed", "proved", trials()) == []
    assert contradictions("a", "printed", "refuted", trials(-1.0)) == []
    assert "what it observes fails at x = 1/2" in contradictions("a", "printed", "proved", trials(-1.0))[0]
    assert "mutant 'm'" in contradictions("a", "printed", "proved", trials(killed=False))[0]
    assert contradictions("a", "printed", "proved", None) == []
