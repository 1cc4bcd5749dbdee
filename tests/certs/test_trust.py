"""The trusted room stays small, alone, and runs from the root of a clone whatever else lies there."""

from __future__ import annotations

import ast
import io
import json
import shutil
import sys
import tokenize
from pathlib import Path

import pytest
from craft import ROOT, run
from test_documents import SPELLED

CERTS = ROOT / "certs"
MODULES = sorted(CERTS.rglob("*.py"))
CORE = ("language.py", "checker.py", "command.py", "__main__.py")
# What ``python -m`` itself imports before any line of ours (collections, functools, ...) would still be taken from the
# clone: hence the test that no top-level name shadows the standard library.
TRICKS = ("json", "hashlib", "fractions", "decimal", "numbers", "re", "enum", "math", "typing", "stat", "time", "os")


def code_lines(path: Path) -> int:
    """Lines that hold code: not blank, not only a comment, not part of a docstring."""
    source = path.read_text(encoding="utf-8")
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
                              tokenize.ENDMARKER):  # fmt: skip
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            lines -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(lines)


def test_size_of_the_core() -> None:
    sizes = {name: code_lines(CERTS / name) for name in CORE}
    assert sum(sizes.values()) <= 700, sizes


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent != CERTS], ids=lambda p: f"{p.parent.stem}.{p.stem}")
def test_size_of_a_module(path: Path) -> None:
    assert code_lines(path) <= 170


def test_size_of_the_whole() -> None:
    assert sum(map(code_lines, MODULES)) <= 1_900


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_standard_library_only(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            assert top == "certs" or top in sys.stdlib_module_names, name


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_nothing_runs_what_it_reads(path: Path) -> None:
    """No eval, no import by name, no pickle; nothing is conditional on assertions that -O strips."""
    forbidden = {"eval", "exec", "compile", "__import__", "open_code", "globals", "setattr", "delattr", "float"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in forbidden, (path.name, node.lineno)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = {a.name for a in node.names} | {getattr(node, "module", "")}
            assert not names & {"pickle", "marshal", "importlib", "ctypes", "subprocess", "socket", "runpy"}, path.name


def test_assertions_guard_nothing(tmp_path: Path) -> None:
    """With assertions stripped (python -O), bad input is still rejected and good input accepted."""
    import subprocess

    (tmp_path / "good.json").write_bytes(SPELLED)
    (tmp_path / "bad.json").write_bytes(SPELLED.replace(b'"holds"', b'"fails"'))
    (tmp_path / "worse.json").write_bytes(SPELLED.replace(b'"terms":[', b'"terms":[7,', 1))
    done = subprocess.run([sys.executable, "-O", "-S", "-E", "-s", "-m", "certs", "check", "--json", str(tmp_path)],
                          cwd=ROOT, capture_output=True, timeout=60)  # fmt: skip
    answers = {Path(a["file"]).stem: a["accepted"] for a in map(json.loads, done.stdout.splitlines())}
    assert answers == {"good": True, "bad": False, "worse": False}


def test_no_top_level_name_shadows_the_standard_library() -> None:
    names = {p.stem for p in ROOT.iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))}
    assert not names & (set(sys.stdlib_module_names) - {"__main__"})


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the trusted room alone, with one certificate in its store."""
    shutil.copytree(CERTS, tmp_path / "clone" / "certs", ignore=shutil.ignore_patterns("__pycache__", "store"))
    store = tmp_path / "clone" / "certs" / "store" / "some_source"
    store.mkdir(parents=True)
    (store / "claim.printed.json").write_bytes(SPELLED)
    return tmp_path / "clone"


def test_runs_from_a_bare_copy(clone: Path) -> None:
    assert run("check", "certs/store", cwd=clone) == (0, "1 accepted, 0 rejected\n")


def test_planted_modules_are_not_imported(clone: Path) -> None:
    for name in TRICKS:
        (clone / f"{name}.py").write_text(f"raise SystemExit('{name}.py of the clone was imported')\n")
    assert run("check", "certs/store", cwd=clone) == (0, "1 accepted, 0 rejected\n")
    for name in TRICKS:
        (clone / f"{name}.py").unlink()
        (clone / name).mkdir()
        (clone / name / "__init__.py").write_text(f"raise SystemExit('{name} of the clone was imported')\n")
    assert run("check", "certs/store", cwd=clone) == (0, "1 accepted, 0 rejected\n")


def test_the_store_is_accepted_by_the_command(tmp_path: Path) -> None:
    """A sample of the committed certificates, by the command that the README names."""
    store = sorted((CERTS / "store").rglob("*.json"), key=lambda p: p.stat().st_size)[:10]
    if not store:
        pytest.skip("no certificates in the store")
    assert run("check", *map(str, store))[0] == 0
