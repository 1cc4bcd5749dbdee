"""Bad input: each file is rejected with its name, a place and a reason, quickly and within 300 MB."""

from __future__ import annotations

import copy
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from craft import Draft, run, spelled

from certs.checker import Rejected, canonical, check, check_file, parse
from certs.language import read_number, write_number


def good() -> dict[str, Any]:
    """A small certificate: forall x, 0 < x => x < x + 1, with all that it needs."""
    d = Draft()
    goal = "(forall x (=> (< 0 x) (< x (+ x 1))))"
    fact = d.step("positivstellensatz", [], ["(< x (+ x 1))"], [[[["1", [], -1], ["1", [0], -1]], []]])
    d.step("forall_intro", [d.step("implies_intro", [fact], ["(< 0 x)"])], ["x"])
    instance = d.step("compute", [], ["(< 0 1)"])
    exists = d.step("exists_intro", [instance], ["(exists x (< 0 x))", "1"])
    return d.document(goal, 2, satisfiable=exists)


def test_the_good_one_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "good.json"
    path.write_bytes(spelled(good()))
    assert run("check", str(path)) == (0, "1 accepted, 0 rejected\n")
    code, said = run("check", "--json", str(path))
    answer = json.loads(said)
    assert code == 0 and answer["accepted"] and answer["rules"] == ["compute", "logic", "positivstellensatz"]
    assert answer["file"] == str(path) and answer["steps"] == 5 and len(answer["sha256"]) == 64


def changed(*path: Any, to: Any) -> bytes:
    document = good()
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = to
    return spelled(document)


def without(field: str) -> bytes:
    document = good()
    del document[field]
    return spelled(document)


def number(text: Any) -> bytes:
    """The good certificate with its first number, 0, spelled another way."""
    document = good()
    row = next(r for r in document["goal"]["terms"] if r[0] == "num")
    row[1] = text
    return spelled(document)


SPELLED = spelled(good())
NUMBERS = ["01", "+1", "1/1", "2/4", "-0", "1.0", "1e3", "", "-", "/", "1/", "/2", "1/0", "0/1", "--1", "1/-2", " 1",
           "1 ", "1_0", "0x1", "1/2/3", "-1/-2", "00", "NaN", "Infinity", "\u0663", "\uff11", "\u00bd", "1\n", 1, True,
           None, ["1"], {"1": "1"}, "9" * 4_001, "1/" + "9" * 4_000, "9" * 1_000_000]  # fmt: skip
BYTES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "not JSON"),
    "truncated": (SPELLED[: len(SPELLED) // 2], "not JSON"),
    "no_newline": (SPELLED[:-1], "not in canonical form"),
    "two_newlines": (SPELLED + b"\n", "not in canonical form"),
    "carriage_return": (SPELLED[:-1] + b"\r\n", "not in canonical form"),
    "leading_space": (b" " + SPELLED, "not in canonical form"),
    "spaces": (json.dumps(good(), sort_keys=True).encode() + b"\n", "not in canonical form"),
    "order": (json.dumps(dict(reversed(good().items())), separators=(",", ":")).encode() + b"\n", "not in canonical"),
    "byte_order_mark": (b"\xef\xbb\xbf" + SPELLED, "not ASCII"),
    "utf_16": (json.dumps(good()).encode("utf-16"), "not ASCII"),
    "utf_16_without_mark": (json.dumps(good()).encode("utf-16-be"), "not JSON"),
    "utf_32": (json.dumps(good()).encode("utf-32-le"), "not JSON"),
    "null_byte": (SPELLED[:-1] + b"\x00\n", "not JSON"),
    "latin": ('{"a":"é"}\n'.encode("latin-1"), "not ASCII"),
    "escaped_letter": (SPELLED.replace(b'"printed"', b'"\\u0070rinted"'), "not in canonical form"),
    "escaped_slash": (SPELLED.replace(b'"marginalia/1"', b'"marginalia\\/1"'), "not in canonical form"),
    "twice": (SPELLED * 2, "not JSON"),
    "array": (b"[]\n", "not a JSON object"),
    "string": (b'"certificate"\n', "not a JSON object"),
    "number": (b"7\n", "not a JSON object"),
    "null": (b"null\n", "not a JSON object"),
    "nothing": (b"{}\n", "the fields must be"),
    "duplicate_key": (SPELLED.replace(b'"claim":', b'"claim":"a","claim":', 1), "not in canonical form"),
    "duplicate_deep": (SPELLED.replace(b'{"defined":', b'{"defined":null,"defined":', 1), "not in canonical form"),
    "float": (changed("proves", "goal", to=2.0), "floating-point"),
    "exponent": (SPELLED.replace(b'"goal":2', b'"goal":2e0'), "floating-point"),
    "huge_exponent": (SPELLED.replace(b'"goal":2', b'"goal":1e1000000000'), "floating-point"),
    "nan": (SPELLED.replace(b'"goal":2', b'"goal":NaN'), "NaN"),
    "infinity": (SPELLED.replace(b'"goal":2', b'"goal":-Infinity'), "Infinity"),
    "minus_zero": (SPELLED.replace(b'"goal":2', b'"goal":-0'), "not in canonical form"),
    "long_integer": (SPELLED.replace(b'"goal":2', b'"goal":' + b"2" * 5_000), "more than nine digits"),
    "ten_digits": (SPELLED.replace(b'"goal":2', b'"goal":2222222222'), "more than nine digits"),
    "deep_arrays": (b"[" * 1_000_000 + b"]" * 1_000_000, "nested more than 12 deep"),
    "deep_objects": (b'{"a":' * 1_000_000 + b"1" + b"}" * 1_000_000, "nested more than 12 deep"),
    "deep_behind_a_string": (b'["\\"",' + b"[" * 1_000_000, "nested more than 12 deep"),
    "deep_behind_utf_16": (('["\u2201",' + "[" * 1_000_000).encode("utf-16-be"), "nested more than 12 deep"),
    "closed_too_often": (b"]" * 1_000_000, "not JSON"),
    "a_lot_of_nothing": (b'{"a":[' + b"[]," * 2_600_000 + b"[]]}\n", "the fields must be"),
    "a_lot_of_objects": (b'{"a":[' + b"{}," * 2_600_000 + b"{}]}\n", "the fields must be"),
    "a_lot_of_strings": (b'{"a":[' + b'"ab",' * 1_500_000 + b'"ab"]}\n', "the fields must be"),
    "array_of_arrays": (b"[" + b"[]," * 2_600_000 + b"[]]\n", "not a JSON object"),
    "a_lot_of_digits": (b"9" * 7_999_999 + b"\n", "more than nine digits"),
    "other_format": (changed("format", to="marginalia/2"), "the format is not"),
    "other_verdict": (changed("verdict", to="maybe"), "the verdict must be"),
    "verdict_list": (changed("verdict", to=["holds"]), "the verdict must be"),
    "long_name": (changed("claim", to="a" * 121), "bad name"),
    "no_name": (changed("variant", to=""), "bad name"),
    "extra_field": (changed("comment", to="hello"), "the fields must be"),
    "goal_list": (changed("goal", to=[]), "a goal has other fields"),
    "goal_field": (changed("goal", "note", to="x"), "a goal has other fields"),
    "goal_terms_object": (changed("goal", "terms", to={}), "must be lists"),
    "formula_true": (changed("goal", "formula", to=True), "a goal has no formula"),
    "formula_beyond": (changed("goal", "formula", to=999), "a goal has no formula"),
    "formula_negative": (changed("goal", "formula", to=-1), "a goal has no formula"),
    "formula_number": (changed("goal", "formula", to=0), "a goal must be a closed formula"),
    "formula_open": (changed("goal", "formula", to=2), "a goal must be a closed formula"),
    "terms_null": (changed("terms", to=None), "must be lists"),
    "steps_object": (changed("steps", to={}), "must be lists"),
    "definitions_number": (changed("definitions", to=1), "must be lists"),
    "definition_number": (changed("definitions", to=[1]), "bad definition"),
    "definition_place": (changed("definitions", to=[["D", [], 0, True]]), "bad definition"),
    "definition_late": (changed("definitions", to=[["D", [], 2, 99]]), "stands after the terms"),
    "proves_list": (changed("proves", to=[2, None, 4]), "'proves' has other fields"),
    "proves_less": (changed("proves", to={"goal": 2}), "'proves' has other fields"),
    "proves_beyond": (changed("proves", "goal", to=5), "'proves.goal' is not the number of a step"),
    "proves_negative": (changed("proves", "goal", to=-3), "'proves.goal' is not the number of a step"),
    "proves_true": (changed("proves", "goal", to=True), "'proves.goal' is not the number of a step"),
    "proves_null": (changed("proves", "goal", to=None), "'proves.goal' is not the number of a step"),
    "proves_string": (changed("proves", "goal", to="2"), "'proves.goal' is not the number of a step"),
    "proves_other": (changed("proves", "goal", to=1), "step 1 does not conclude what 'proves.goal' must"),
    "proves_nothing_satisfiable": (changed("proves", "satisfiable", to=None), "'proves.satisfiable' is not the number"),
    "step_number": (changed("steps", 1, to=7), "step 1 (None): not [rule, steps, terms, data]"),
    "step_null": (changed("steps", 1, to=None), "step 1 (None): not [rule"),
    "step_object": (changed("steps", 1, to={"rule": "truth"}), "step 1 (None): not [rule"),
    "step_empty": (changed("steps", 1, to=[]), "step 1 (None): not [rule"),
    "step_long": (changed("steps", 1, to=["truth", [], [], None, None]), "step 1 ('truth'): not [rule"),
    "step_rule": (changed("steps", 1, to=["magic", [], [], None]), "step 1 ('magic'): unknown rule 'magic'"),
    "step_rule_list": (changed("steps", 1, to=[["truth"], [], [], None]), "not [rule"),
    "step_rule_long": (changed("steps", 1, to=["a" * 1_000_000, [], [], None]), "unknown rule"),
    "step_forward": (changed("steps", 1, 1, to=[2]), "step 1 ('implies_intro'): premises must refer to what"),
    "step_itself": (changed("steps", 1, 1, to=[1]), "premises must refer to what stands before"),
    "step_negative": (changed("steps", 1, 1, to=[-1]), "premises must refer to what stands before"),
    "step_premise_true": (changed("steps", 1, 1, to=[True]), "premises must refer to what stands before"),
    "step_premise_string": (changed("steps", 1, 1, to=["0"]), "premises must refer to what stands before"),
    "step_premise_object": (changed("steps", 1, 1, to={}), "premises must be a list"),
    "step_term_beyond": (changed("steps", 1, 2, to=[999]), "terms must refer to what stands before"),
    "step_term_null": (changed("steps", 1, 2, to=None), "terms must be a list"),
    "step_count": (changed("steps", 1, 1, to=[]), "takes 1 premises, not 0"),
    "step_data": (changed("steps", 0, 3, to="x"), "needs one refutation"),
    "step_data_huge": (changed("steps", 0, 3, 0, 0, 0, 0, to="9" * 5_000), "a number must be a string of at most"),
    "row_string": (changed("goal", "terms", 0, to="num"), "goal, term 0: an entry of a term table must be a list"),
    "row_empty": (changed("goal", "terms", 0, to=[]), "goal, term 0: an entry"),
    "row_operation": (changed("goal", "terms", 0, to=["eval", "1"]), "goal, term 0: unknown operation 'eval'"),
    "row_operation_list": (changed("goal", "terms", 0, to=[["num"], "1"]), "goal, term 0: an entry"),
    "row_forward": (changed("goal", "terms", 0, to=["exp", 1]), "goal, term 0: an entry refers to a term"),
    "row_itself": (changed("goal", "terms", 0, to=["exp", 0]), "goal, term 0: an entry refers"),
    "row_arity": (changed("goal", "terms", 3, to=["<", 0]), "does not take 1 arguments"),
    "row_sort": (changed("goal", "terms", 0, to=["var", "x", "complex"]), "goal, term 0: unknown sort 'complex'"),
    "row_sort_list": (changed("goal", "terms", 0, to=["var", "x", ["real"]]), "a sort must be a short string"),
    "row_sort_long": (changed("goal", "terms", 0, to=["var", "x", "int->" * 100 + "int"]), "a sort must be a short"),
    "row_sort_higher": (changed("goal", "terms", 0, to=["var", "x", "bool->int"]), "unknown sort"),
    "row_name": (changed("goal", "terms", 0, to=["var", "x y", "real"]), "is not a name"),
    "row_name_digits": (changed("goal", "terms", 0, to=["var", "x\u0663", "real"]), "is not a name"),
    "row_name_number": (changed("goal", "terms", 0, to=["var", 7, "real"]), "is not a name"),
    "row_definition": (changed("goal", "terms", 0, to=["def", "Nothing"]), "'Nothing' is not defined"),
    **{f"without_{field}": (without(field), "the fields must be") for field in good()},
}  # fmt: skip


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one run of the checker, under 300 MB, says of every bad file."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (data, _) in BYTES.items():
        (folder / f"{name}.json").write_bytes(data)
    for i, text in enumerate(NUMBERS):
        (folder / f"number_{i}.json").write_bytes(number(text))
    code, said = run("check", str(folder), seconds=120)
    assert code == 1
    lines = said.splitlines()
    assert lines.pop() == f"0 accepted, {len(BYTES) + len(NUMBERS)} rejected"
    return {Path(line.split(": REJECTED: ")[0]).stem: line.split(": REJECTED: ")[1] for line in lines}


@pytest.mark.parametrize("name", BYTES)
def test_rejected_with_place_and_reason(name: str, verdicts: dict[str, str]) -> None:
    assert BYTES[name][1] in verdicts[name]
    assert "internal error" not in verdicts[name] and len(verdicts[name]) < 400


@pytest.mark.parametrize("i", range(len(NUMBERS)))
def test_numbers_have_one_spelling(i: int, verdicts: dict[str, str]) -> None:
    reason = verdicts[f"number_{i}"]
    assert "term 1: a number must be " in reason, reason


def test_sparse_file(tmp_path: Path) -> None:
    with open(tmp_path / "sparse.json", "wb") as stream:
        stream.truncate(10 * 2**30)
    start = time.perf_counter()
    code, said = run("check", str(tmp_path))
    assert code == 1 and "sparse.json: REJECTED: larger than 40000000 bytes" in said
    assert time.perf_counter() - start < 10


def test_a_file_that_is_not_there_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    code, said = run("check", str(tmp_path / "missing.json"))
    assert code == 1 and "missing.json: REJECTED: cannot be read" in said
    (tmp_path / "dangling.json").symlink_to("nowhere")
    assert "dangling.json: REJECTED: cannot be read" in run("check", str(tmp_path))[1]


def test_exit_codes(tmp_path: Path) -> None:
    path = tmp_path / "good.json"
    path.write_bytes(SPELLED)
    assert run("check", str(path))[0] == 0
    bad = tmp_path / "bad.json"
    bad.write_bytes(b"{}\n")
    assert run("check", str(tmp_path)) == (1, run("check", str(bad), str(path))[1])
    (tmp_path / "empty").mkdir()
    nothing = str(tmp_path / "empty")
    for words in ([], ["check"], ["verify", str(path)], ["check", "--fast", str(path)], ["check", nothing]):
        code, said = run(*words)
        assert code == 2 and said, words


def test_names_of_files_cannot_confuse(tmp_path: Path) -> None:
    """A name that is no text, or that holds a line break, cannot stop the run nor forge its last line."""
    (tmp_path / "good.json").write_bytes(SPELLED)
    with open(os.path.join(os.fsencode(tmp_path), b"\xff\xfe.json"), "wb") as stream:
        stream.write(b"{}\n")
    (tmp_path / "x\n9 accepted, 0 rejected\n.json").write_bytes(b"{}\n")
    for words in (["check"], ["check", "--json"]):
        code, said = run(*words, str(tmp_path))
        assert code == 1 and "Traceback" not in said and "\n9 accepted" not in said


def test_canonical_agrees_with_another_spelling() -> None:
    document = good()
    assert canonical(document) == spelled(document)
    assert check(parse(spelled(document)))["claim"] == "test.claim"


def test_check_does_not_change_the_document() -> None:
    document = good()
    before = copy.deepcopy(document)
    check(document)
    assert document == before


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("goal", lambda d: d["steps"].__setitem__(2, ["forall_intro", [0], d["steps"][2][2], None])),
        ("hypothesis", lambda d: d["proves"].update(goal=d["steps"].append(["assume", [], [d["goal"]["formula"]], None])
                                                    or len(d["steps"]) - 1)),
        ("satisfiable", lambda d: d["proves"].update(satisfiable=3)),
        ("verdict", lambda d: d.update(verdict="fails")),
    ],
)  # fmt: skip
def test_what_is_proved_must_be_the_goal(what: str, change: Callable[[dict[str, Any]], Any]) -> None:
    document = good()
    change(document)
    with pytest.raises(Rejected):
        check(document)


def test_the_goal_assumed_is_not_the_goal_proved(tmp_path: Path) -> None:
    d = Draft()
    d.step("assume", [], ["(forall x (< x 0))"])
    path = tmp_path / "assumed.json"
    path.write_bytes(spelled(d.document("(forall x (< x 0))")))
    assert "still rests on 1 hypotheses" in check_file(str(path))["reason"]


def test_numbers_are_read_back() -> None:
    for text in ("0", "7", "-7", "7/3", "-1/2", "123456789012345678901234567890"):
        assert write_number(read_number(text)) == text
