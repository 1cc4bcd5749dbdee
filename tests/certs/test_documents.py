"""What is not a certificate is rejected with file, place and reason; and the checker stands alone."""

from __future__ import annotations

import ast
import io
import json
import shutil
import sys
import tokenize
from pathlib import Path
from typing import Any

import pytest
from craft import ROOT, run, spelled

STORE = ROOT / "certs" / "store"
SAMPLE = STORE / "arora2020" / "lemma_2_1_4.printed.json"


def document() -> dict[str, Any]:
    """A certificate that is accepted, to be spoiled."""
    return json.loads(SAMPLE.read_bytes())


def refused(data: bytes, folder: Path, reason: str) -> None:
    """The checker rejects these bytes, naming the file and a reason that contains the given words."""
    file = folder / "spoiled.json"
    file.write_bytes(data)
    code, said = run("check", str(file))
    assert code == 1, said
    assert "spoiled.json: REJECTED: " in said
    assert reason in said, said
    assert "Traceback" not in said


def test_the_sample_is_accepted() -> None:
    code, said = run("check", str(SAMPLE))
    assert (code, said) == (0, "1 accepted, 0 rejected\n")


BYTES = {
    "empty": (b"", "not JSON"),
    "truncated": (SAMPLE.read_bytes()[:-40], "not JSON"),
    "a list": (b"[]\n", "not a JSON object"),
    "another spelling": (json.dumps(document()).encode(), "canonical"),
    "no final newline": (SAMPLE.read_bytes().rstrip(b"\n"), "canonical"),
    "duplicate keys": (SAMPLE.read_bytes().replace(b'{"claim"', b'{"claim":"x","claim"', 1), "canonical"),
    "NaN": (SAMPLE.read_bytes().replace(b'"defined":', b'"defined":NaN,"x":', 1), "NaN"),
    "a float": (SAMPLE.read_bytes().replace(b'"defined":', b'"defined":1.0,"x":', 1), "floating"),
    "an exponent": (SAMPLE.read_bytes().replace(b'"defined":', b'"defined":1e3,"x":', 1), "floating"),
    "byte order mark": (b"\xef\xbb\xbf" + SAMPLE.read_bytes(), "not ASCII"),
    "digits of another script": (SAMPLE.read_bytes().replace(b'"0"', '"٠"'.encode(), 1), "not ASCII"),
    "deep nesting": (b"[" * 10**6 + b"]" * 10**6, "nested"),
    "a long integer": (SAMPLE.read_bytes().replace(b'"formula":', b'"formula":' + b"9" * 5000 + b',"y":', 1), "digits"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_document(name: str, tmp_path: Path) -> None:
    refused(*((BYTES[name][0], tmp_path, BYTES[name][1])))


SPELLINGS = ["01", "+1", "1/1", "2/4", "-0", "1.0", "1e3", " 1", "1_0", "", "1/0", "0/5", "9" * 5000]
FIELDS = ["claim", "definitions", "format", "goal", "proves", "steps", "terms", "variant", "verdict"]


@pytest.mark.parametrize("number", SPELLINGS)
def test_other_spellings_of_a_number(number: str, tmp_path: Path) -> None:
    spoiled = document()
    place = next(k for k, e in enumerate(spoiled["goal"]["terms"]) if e[0] == "num")
    spoiled["goal"]["terms"][place][1] = number
    refused(spelled(spoiled), tmp_path, f"term {place}")


def test_a_wrong_step_is_named(tmp_path: Path) -> None:
    spoiled = document()
    spoiled["steps"][3][0] = "no_such_rule"
    refused(spelled(spoiled), tmp_path, "step 3 ")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, 0, "x" * 200, [], {}, [[[]]], True])
def test_wrong_types(field: str, value: Any, tmp_path: Path) -> None:
    spoiled = document()
    if spoiled[field] == value:
        pytest.skip("that is what it is")
    spoiled[field] = value
    file = tmp_path / "spoiled.json"
    file.write_bytes(spelled(spoiled))
    from certs.checker import check_file

    result = check_file(str(file))
    assert not result["accepted"]
    assert "internal error" not in result["reason"]


def test_a_sparse_file_of_ten_gigabytes(tmp_path: Path) -> None:
    file = tmp_path / "spoiled.json"
    with open(file, "wb") as stream:
        stream.truncate(10 * 2**30)
    code, said = run("check", str(file))
    assert code == 1
    assert "larger than" in said


def test_usage_and_exit_codes(tmp_path: Path) -> None:
    assert run()[0] == run("check")[0] == run("verify", str(SAMPLE))[0] == 2
    assert run("check", str(tmp_path))[0] == 2  # nothing to check is not a success
    assert run("check", str(tmp_path / "absent.json"))[0] == 1


def test_a_bare_clone_whose_files_shadow_the_standard_library(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "certs", tmp_path / "certs", ignore=shutil.ignore_patterns("store", "__pycache__"))
    (tmp_path / "store").mkdir()
    shutil.copy(SAMPLE, tmp_path / "store")
    for name in ("json", "hashlib", "fractions", "math", "typing", "os"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')\n")
    code, said = run("check", "store", cwd=tmp_path)
    assert (code, said) == (0, "1 accepted, 0 rejected\n")


def test_no_room_has_the_name_of_a_standard_module() -> None:
    assert not {"certs", "numerics", "theorems", "reports"} & set(sys.stdlib_module_names)


def code_lines(path: Path) -> int:
    """Lines of code: without blank lines, comments and docstrings."""
    source = path.read_text()
    documented: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            documented |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    blank = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER)
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in blank:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - documented)


def test_the_trusted_code_stays_small() -> None:
    core = sum(map(code_lines, (ROOT / "certs").glob("*.py")))
    rules = {path.name: code_lines(path) for path in (ROOT / "certs" / "rules").glob("*.py")}
    assert core <= 700
    assert max(rules.values()) <= 170
    assert core + sum(rules.values()) <= 1_500


def test_the_store_stays_small() -> None:
    sizes = [path.stat().st_size for path in STORE.rglob("*.json")]
    assert max(sizes) <= 256 * 1024
    assert sum(sizes) <= 20_000_000
