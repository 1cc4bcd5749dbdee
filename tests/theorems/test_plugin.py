"""The pytest plugin, run by pytest on a small paper as a reader would run it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest

from theorems.assistant import INSTALL, coq
from theorems.pytest_plugin import ended, is_claim_file, keywords

ROOT = Path(__file__).resolve().parents[2]
LEMMA = "smith2027/chapter_3/lemma_3_2.py"
CERTIFICATE = "store/smith2027/lemma_3_2.printed.json"
FILE = f"{LEMMA}::smith2027.lemma_3_2"


def environment(paper: Path) -> dict[str, str]:
    """For pytest in the folder of a paper, with its configuration and this tree's plugin."""
    (paper / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n", encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


def run_pytest(paper: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """pytest in the folder of a paper, which finds the plugin by its entry point."""
    command = [sys.executable, "-m", "pytest", "-p", "no:benchmark", *map(str, words)]
    return subprocess.run(command, cwd=paper, env=environment(paper), capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(("written", "meant"), [
    ("theorem_2_3_5", "theorem_2_3_5."),
    ("theorem_2_3", "theorem_2_3."),
    ("mukherjee2020 and theorem_2_3_1", "mukherjee2020 and theorem_2_3_1."),
    ("not lemma_2_a_6 or (Equation_2_17)", "not lemma_2_a_6. or (Equation_2_17.)"),
    ("arora2020.lemma_2_1_4", "arora2020.lemma_2_1_4."),
    ("lemma_2_1_4.footnote", "lemma_2_1_4.footnote"),
    ("test_theorem_2_3 or theorem_x or theorem_2_part", "test_theorem_2_3 or theorem_x or theorem_2_part"),
    ("section_2_1", "section_2_1."),
])  # fmt: skip
def test_numbers_in_k_are_ended_once(written: str, meant: str) -> None:
    assert ended(written) == meant
    assert ended(meant) == meant  # pytest-xdist hands the expression on


def claim(kind: str, number: str, section: str) -> SimpleNamespace:
    return SimpleNamespace(id=f"a2027.{kind}_{number.replace('.', '_').lower()}", kind=kind, number=number,
                           section=section)  # fmt: skip


def test_keywords_are_whole_numbers_of_any_kind() -> None:
    lemma = keywords(claim("lemma", "2.3.5", "2.3.1"))
    assert {"theorem_2_3_5.", "lemma_2_3_5.", "theorem_2_3.", "claim_2.", "section_2_3_1.", "section_2."} <= lemma
    assert "theorem_2_3_1." not in lemma and "equation_2_3_5." not in lemma
    equation = keywords(claim("equation", "2.17", "2.1"))
    assert "equation_2_17." in equation and "theorem_2_17." not in equation
    assert "theorem_2_a_6." in keywords(claim("lemma", "2.A.6", "2.A"))
    assert not any(word.startswith("theorem") for word in keywords(claim("identity", "", "2.1")))


def test_what_is_a_file_of_claims(paper: Path) -> None:
    assert is_claim_file(paper / LEMMA)
    assert not is_claim_file(paper / "smith2027" / "definitions.py")
    assert not is_claim_file(paper / "smith2027" / "__init__.py")
    assert not is_claim_file(Path(__file__))
    other = paper / "lemma_of_mine.py"
    other.write_text("print('no claim here')\n", encoding="utf-8")
    assert not is_claim_file(other)


SELECTIONS = {
    "theorem_3_2": ["lemma_3_2::printed", "lemma_3_2::mutants", "lemma_3_2.doubled::printed"],
    "lemma_3_20": ["theorem_3_20::printed"],
    "equation_3_2": ["equation_3_2::printed"],
    "theorem_3 and not lemma_3_2": ["theorem_3_20::printed"],
    "smith2027 and claim_3_2 and mutants": ["lemma_3_2::mutants"],
    "section_3_1 and not theorem_3_2": ["equation_3_2::printed"],
    "lemma_3_2.doubled": ["lemma_3_2.doubled::printed"],
    "smith2027.lemma_3_2 and printed": ["lemma_3_2::printed", "lemma_3_2.doubled::printed"],
    "theorem_3_21": [],
}

COLLECT = """
import json, sys, pytest

class Collected:
    def pytest_collection_finish(self, session):
        self.items = ["::".join(item.nodeid.split("::")[1:]) for item in session.items]

found = {}
for expression in json.loads(sys.argv[1]):
    collected = Collected()
    pytest.main(["-q", "--collect-only", "-p", "no:benchmark", "-k", expression], [collected])
    found[expression] = collected.items
print(json.dumps(found))
"""


def test_k_selects(paper: Path) -> None:
    command = [sys.executable, "-c", COLLECT, json.dumps(list(SELECTIONS))]
    done = subprocess.run(command, cwd=paper, env=environment(paper), capture_output=True, text=True, timeout=120)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found == {k: [f"smith2027.{item}" for item in items] for k, items in SELECTIONS.items()}


def test_everything_passes_on_a_verified_paper(verified: Path) -> None:
    shutil.rmtree(verified / ".marginalia")  # the store alone counts
    done = run_pytest(verified, "-v", "--junitxml=out.xml")
    assert done.returncode == 0, done.stdout
    assert "smith2027.theorem_3_20::printed PASSED" in done.stdout and "5 passed" in done.stdout
    assert "smith2027: 2 proved, 1 refuted, 1 open, mutants killed 1/1" in done.stdout
    assert "smith2027.theorem_3_20, printed       refuted" in done.stdout
    assert "tight: smith2027.lemma_3_2, printed: attained" in done.stdout
    assert "Every verdict is the one its file expects." in done.stdout
    cases = ElementTree.parse(verified / "out.xml").getroot().iter("testcase")
    told = {c.get("classname", "").split(".")[-1]: {p.get("name"): p.get("value") for p in c.iter("property")}
            for c in cases if c.get("name") == "printed"}  # fmt: skip
    assert set(told["theorem_3_20"]) == {"verdict", "expected", "rules"}
    assert told["theorem_3_20"]["verdict"] == told["theorem_3_20"]["expected"] == "refuted"
    assert "logic" in str(told["theorem_3_20"]["rules"])


def test_one_file_one_item_and_processes(verified: Path) -> None:
    assert "3 passed" in run_pytest(verified, LEMMA).stdout
    assert "1 passed" in run_pytest(verified, f"{FILE}::printed").stdout
    done = run_pytest(verified, "-n", "2", "-k", "theorem_3_2 or theorem_3_20")
    assert done.returncode == 0 and "4 passed" in done.stdout, done.stdout
    assert "smith2027: 2 proved, 1 refuted, mutants killed 1/1" in done.stdout


def test_an_unexpected_verdict_fails_with_its_paragraph_and_is_found_again(verified: Path) -> None:
    kept = (verified / CERTIFICATE).read_bytes()
    (verified / CERTIFICATE).unlink()
    done = run_pytest(verified)
    assert done.returncode == 1 and "1 failed, 4 passed" in done.stdout
    paragraph = "smith2027.lemma_3_2, printed: expected proved, found tested."
    assert done.stdout.count(paragraph) >= 2  # where it failed, and in the summary
    assert "there is none in the store" in done.stdout and "marginalia verify smith2027.lemma_3_2" in done.stdout
    assert "Traceback" not in done.stdout
    (verified / CERTIFICATE).write_bytes(kept)
    assert "1 passed" in run_pytest(verified, "--lf").stdout


def test_a_certificate_for_an_earlier_goal_does_not_count(verified: Path) -> None:
    definitions = verified / "smith2027" / "definitions.py"
    text = definitions.read_text(encoding="utf-8").replace("return x * x", "return x * x * x * x")
    definitions.write_text(text, encoding="utf-8")
    done = run_pytest(verified, "-k", "theorem_3_20")
    assert done.returncode == 1
    assert "it is for an earlier goal: definition Square was edited" in done.stdout


def test_names_of_bound_variables_do_not_matter(verified: Path) -> None:
    lemma = verified / LEMMA
    lemma.write_text(lemma.read_text(encoding="utf-8").replace('real("x")', 'real("renamed")'), encoding="utf-8")
    assert run_pytest(verified, f"{FILE}::printed").returncode == 0


def test_a_rejected_certificate_does_not_count(verified: Path) -> None:
    path = verified / CERTIFICATE
    path.write_bytes(path.read_bytes().replace(b'"forall_intro"', b'"exists_intro"'))
    done = run_pytest(verified, f"{FILE}::printed")
    assert done.returncode == 1 and "does not count: step " in done.stdout


def test_a_surviving_mutant_fails_its_item_alone(verified: Path) -> None:
    lemma = verified / LEMMA
    text = lemma.read_text(encoding="utf-8").replace("printed, x * x > 0)", "printed, x * x >= 0)")
    lemma.write_text(text, encoding="utf-8")
    done = run_pytest(verified, LEMMA)
    assert "1 failed, 2 passed" in done.stdout and "no instance refutes the mutant 'strictly'" in done.stdout


def test_a_file_that_cannot_be_loaded_fails_alone(verified: Path) -> None:
    (verified / LEMMA).write_text("from theorems.claim import Claim\n1 / 0\n", encoding="utf-8")
    done = run_pytest(verified)
    assert "1 failed, 2 passed" in done.stdout and "cannot be loaded: ZeroDivisionError" in done.stdout


def test_other_tests_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "test_theorem_2_3.py").write_text("def test_theorem_2_3():\n    pass\n", encoding="utf-8")
    done = run_pytest(tmp_path, "-k", "test_theorem_2_3")
    assert "1 passed" in done.stdout and "claims" not in done.stdout


def formal_proof(paper: Path, name: str = "lemma_3_2_printed") -> Path:
    """A formal proof beside Lemma 3.2."""
    path = (paper / LEMMA).with_suffix(".v")
    path.write_text(
        f"From Coq Require Import Reals Lra.\nOpen Scope R_scope.\nTheorem {name} : forall x : R, x * x >= 0.\n"
        "Proof. intros x. nra. Qed.\n",
        encoding="utf-8",
    )
    return path


def test_a_formal_proof_without_a_record_fails_alone(verified: Path) -> None:
    formal_proof(verified)
    done = run_pytest(verified, LEMMA)
    assert "1 failed, 3 passed" in done.stdout
    assert "lemma_3_2_printed: it has no record: type `marginalia verify --formal`" in done.stdout


def test_a_formal_proof_of_no_variant_fails_alone(verified: Path) -> None:
    formal_proof(verified, "lemma_3_2_sharpened")
    done = run_pytest(verified, LEMMA)
    assert "1 failed, 3 passed" in done.stdout
    assert "lemma_3_2_sharpened: named after no variant of a claim of lemma_3_2.py" in done.stdout


@pytest.mark.skipif(coq() is None, reason=f"Coq is not installed: {INSTALL}")
def test_a_formal_proof_is_recorded_and_checked_again(verified: Path) -> None:
    path = formal_proof(verified)
    run = subprocess.run([sys.executable, "-m", "reports", "verify", "--formal", str(verified)], cwd=ROOT,
                         capture_output=True, text=True, timeout=120)  # fmt: skip
    assert run.returncode == 0 and "1 variant, checked again in this run" in run.stdout, run.stdout + run.stderr
    done = run_pytest(verified, LEMMA)
    assert "4 passed" in done.stdout and "formal proofs: 1 checked again by Coq" in done.stdout, done.stdout
    away = environment(verified) | {"PATH": str(verified)}
    without = subprocess.run([sys.executable, "-m", "pytest", "-p", "no:benchmark", LEMMA], cwd=verified, env=away,
                             capture_output=True, text=True, timeout=120)  # fmt: skip
    assert "4 passed" in without.stdout, without.stdout
    assert "formal proofs: 1 recorded, not checked again: Coq is not installed" in without.stdout
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    done = run_pytest(verified, LEMMA)
    assert "1 failed, 3 passed" in done.stdout and "lemma_3_2.v was edited since Coq was asked" in done.stdout
