"""Verification: what is looked up, searched for, kept, reported; and that nothing is half-written when it is killed."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from certs.checker import check_file
from reports.build import assemble, readme_with, verdict_table
from reports.model import counts, validate
from reports.place import ROOT, folder

LEMMA, THEOREM = "smith2027/chapter_3/lemma_3_2.py", "smith2027/chapter_3/theorem_3_20.py"
CERTIFICATES = ["lemma_3_2.doubled.printed.json", "lemma_3_2.printed.json", "theorem_3_20.printed.json"]
Run = Callable[..., subprocess.CompletedProcess[str]]


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def report_of(marginalia: Run, *words: object) -> tuple[dict, subprocess.CompletedProcess[str]]:
    done = marginalia("verify", *words, "--json")
    return json.loads(done.stdout), done


def verdicts(report: dict) -> dict[str, str]:
    return {f"{c['id']}.{v}": x["verdict"] for c in report["claims"] for v, x in c["variants"].items()}


def stored(paper: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in (paper / "store" / "smith2027").glob("*")}


def intact(paper: Path) -> None:
    """Every certificate that is there is accepted, and whatever is kept can be read."""
    assert all(check_file(str(path))["accepted"] for path in (paper / "store").rglob("*.json"))
    for path in (paper / ".marginalia").rglob("*.json"):
        if not path.is_relative_to(paper / ".marginalia" / "new"):
            json.loads(path.read_text(encoding="utf-8"))


def test_a_folder_is_verified_from_nothing(paper: Path, marginalia: Run) -> None:
    report, done = report_of(marginalia, paper)
    assert done.returncode == 0, done.stderr
    validate(report)
    assert verdicts(report) == {
        "smith2027.equation_3_2.printed": "open", "smith2027.lemma_3_2.printed": "proved",
        "smith2027.lemma_3_2.doubled.printed": "proved", "smith2027.theorem_3_20.printed": "refuted",
    }  # fmt: skip
    assert sorted(stored(paper)) == CERTIFICATES
    sums = (paper / "store" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert sums == [f"{hashlib.sha256(d).hexdigest()}  smith2027/{n}" for n, d in sorted(stored(paper).items())]
    assert {p.name for p in (paper / "report").iterdir()} == {"report.json", "report.md", "index.html"}
    assert json.loads((paper / "report" / "report.json").read_text(encoding="utf-8")) == report
    by_id = {claim["id"]: claim for claim in report["claims"]}
    assert by_id["smith2027.lemma_3_2"]["used_by"] == ["smith2027.lemma_3_2.doubled", "smith2027.theorem_3_20"]
    printed = by_id["smith2027.lemma_3_2"]["variants"]["printed"]
    assert printed["falsification"]["mutants_killed"] == printed["falsification"]["mutants"] == 1
    assert printed["certificates"][0]["path"] == "store/smith2027/lemma_3_2.printed.json"
    assert "logic" in printed["rules"] and len(printed["rules"]) > 1
    assert "\x1b" not in done.stdout + done.stderr


def test_a_second_run_looks_up_and_loads_nothing(verified: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from reports.place import folder; from reports.verify import verify;"
        f"run = verify(place=folder(Path({str(verified)!r}))); print(len(run.report['claims']), run.as_expected,"
        "[m for m in ('numpy', 'scipy', 'sympy', 'distributed', 'multiprocessing.forkserver', 'smith2027')"
        " if m in sys.modules])"
    )
    before = {p: p.stat().st_mtime_ns for p in verified.rglob("*") if p.is_file()}
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.split("\n")[0] == "4 True []", done.stderr
    assert {p: p.stat().st_mtime_ns for p in verified.rglob("*") if p.is_file()} == before


def test_what_a_result_depends_on_makes_it_stale(verified: Path, marginalia: Run) -> None:
    definitions = verified / "smith2027" / "definitions.py"
    edit(definitions, "return x * x", "return x * x * x * x")
    report, done = report_of(marginalia, verified)
    assert done.returncode == 0, done.stderr  # the derivation still works; its certificate was for another goal
    theorem = next(c for c in report["claims"] if c["id"] == "smith2027.theorem_3_20")
    assert "x \\cdot x \\cdot x" in theorem["variants"]["printed"]["definitions"][0]["latex"] or "^{4}" in str(theorem)
    intact(verified)


def test_a_lost_step_is_explained(verified: Path, marginalia: Run) -> None:
    edit(verified / LEMMA, "p.arith(x * x >= 0, squares=[x])", "p.arith(x * x >= 0)")
    edit(verified / LEMMA, "forall(x, x * x >= 0)", "forall(x, x * x + 0 >= 0)")
    report, done = report_of(marginalia, verified)
    assert done.returncode == 1
    validate(report)
    (surprise,) = report["unexpected"]
    assert (surprise["id"], surprise["expected"], surprise["found"]) == ("smith2027.lemma_3_2", "proved", "tested")
    text = surprise["explanation"]
    assert "expected proved, found tested" in text
    assert "lemma_3_2.py:" in text and "(by_a_square)" in text and "`return p.general(x, p.arith(x * x >= 0))`" in text
    assert "the formula was edited" in text
    assert f"Changed since it was last as expected: {LEMMA}." in text
    assert "then type `marginalia verify smith2027.lemma_3_2`" in text
    assert verdicts(report)["smith2027.theorem_3_20.printed"] == "refuted"


def test_a_better_verdict_than_expected_is_unexpected_too(verified: Path, marginalia: Run) -> None:
    edit(verified / LEMMA, 'forall(x, x * x >= 0), expect="proved"', 'forall(x, x * x >= 0), expect="tested"')
    report, done = report_of(marginalia, verified)
    assert done.returncode == 1
    assert 'write expect="proved" in smith2027/chapter_3/lemma_3_2.py' in report["unexpected"][0]["explanation"]


@pytest.mark.parametrize("damage", ["cut", "other claim's", "gone"])
def test_a_damaged_store_is_mended(verified: Path, marginalia: Run, damage: str) -> None:
    before = stored(verified)
    path = verified / "store" / "smith2027" / CERTIFICATES[1]
    if damage == "cut":
        path.write_bytes(before[path.name][:-20])
    elif damage == "gone":
        path.unlink()
    else:
        path.write_bytes(before[CERTIFICATES[0]])
    done = marginalia("verify", verified)
    assert done.returncode == 0, done.stderr
    assert stored(verified) == before


def test_a_certificate_without_a_derivation_does_not_count_when_damaged(verified: Path, marginalia: Run) -> None:
    edit(verified / THEOREM, "p.arith(false, p.unfold(claimed(0)))", "p.arith(false, claimed(1))")
    report, done = report_of(marginalia, verified, "theorem_3_20")
    assert done.returncode == 0  # the store's certificate is for this very goal: no search is needed
    report, done = report_of(marginalia, verified, "theorem_3_20", "--rebuild")
    assert done.returncode == 1 and verdicts(report) == {"smith2027.theorem_3_20.printed": "open"}
    assert "found none (the one in the store was left there)" in report["unexpected"][0]["explanation"]
    assert marginalia("verify", verified).returncode == 0  # a search that fails takes nothing away


def test_orphans_are_named_and_removed_by_a_rebuild_of_everything(verified: Path, marginalia: Run) -> None:
    (verified / THEOREM).unlink()
    orphan = verified / "store" / "smith2027" / CERTIFICATES[2]
    done = marginalia("verify", verified)
    assert done.returncode == 0 and "theorem_3_20.printed.json: no goal asks for it" in done.stderr
    marginalia("verify", verified, "lemma_3_2", "--rebuild")
    assert orphan.exists()
    done = marginalia("verify", verified, "--rebuild")
    assert "removed" in done.stderr and not orphan.exists()
    assert "theorem_3_20" not in (verified / "store" / "SHA256SUMS").read_text(encoding="utf-8")
    assert len(stored(verified)) == 2


def test_a_rebuild_finds_the_same_certificates(verified: Path, marginalia: Run) -> None:
    before = stored(verified)
    assert marginalia("verify", verified, "--rebuild", "--workers", 2).returncode == 0
    assert stored(verified) == before


def test_a_file_that_cannot_be_loaded_does_not_stop_the_others(verified: Path, marginalia: Run) -> None:
    (verified / THEOREM).write_text("from theorems.claim import Claim\n1 / 0\n", encoding="utf-8")
    edit(verified / LEMMA, "A square is not negative.", "Squares are not negative.")
    report, done = report_of(marginalia, verified)
    assert done.returncode == 1
    assert "theorem_3_20.py: cannot be loaded: ZeroDivisionError" in done.stderr
    assert verdicts(report)["smith2027.lemma_3_2.printed"] == "proved"
    assert (verified / "store" / "smith2027" / CERTIFICATES[2]).exists() and "no goal" not in done.stderr
    assert marginalia("verify", verified, "lemma_3_2").returncode == 0


def test_a_surviving_mutant_is_not_as_expected(verified: Path, marginalia: Run) -> None:
    edit(verified / LEMMA, 'claim.mutant("strictly", printed, x * x > 0)', 'claim.mutant("equal", printed, x * x >= 0)')
    report, done = report_of(marginalia, verified)
    assert done.returncode == 1 and not report["unexpected"]
    assert "no instance refutes the mutant 'equal'" in done.stderr


def test_margins_that_contradict_a_proof_are_not_as_expected(verified: Path, marginalia: Run) -> None:
    edit(verified / LEMMA, 'why="A square."', 'why="A square.", observed=x * x >= 1')
    _, done = report_of(marginalia, verified)
    assert done.returncode == 1 and "what it observes fails at x = " in done.stderr


def test_a_crash_in_one_job_leaves_the_others_alone(verified: Path, marginalia: Run) -> None:
    edit(verified / LEMMA, "    return {", "    import os; os._exit(7)\n    return {")
    report, done = report_of(marginalia, verified)
    assert done.returncode == 1 and "its process ended with code 7" in done.stderr
    assert verdicts(report)["smith2027.lemma_3_2.printed"] == "proved"
    assert verdicts(report)["smith2027.theorem_3_20.printed"] == "refuted"


@pytest.mark.slow
def test_killed_anywhere_nothing_is_half_written_and_the_next_run_goes_on(paper: Path, marginalia: Run) -> None:
    start = time.monotonic()
    delay, complete = 0.4, False
    while not complete:
        process = subprocess.Popen(
            [sys.executable, "-m", "reports", "verify", str(paper)], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        try:
            process.wait(timeout=delay)
            complete = True
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        intact(paper)
        delay += 0.15
        assert time.monotonic() - start < 240
    report, done = report_of(marginalia, paper)
    assert done.returncode == 0, done.stderr
    assert len(report["claims"]) == 4
    assert sorted(stored(paper)) == CERTIFICATES


def test_a_report_lists_every_source_unless_something_is_selected(paper: Path) -> None:
    place = folder(paper)
    whole = assemble(place, [], [], [], whole=True)
    assert [s["id"] for s in whole["sources"]] == ["smith2027"]
    assert [row["id"] for row in whole["sources"][0]["contents"]][-1] == "smith2027.theorem_3_21"
    assert assemble(place, [], [], [], whole=False)["sources"] == []
    validate(whole)


def test_the_readme_tells_the_verdicts() -> None:
    """`marginalia report --readme` rewrites the table; each verdict is the expected one, or the claim's test fails."""
    from reports.build import sources
    from reports.place import suite
    from theorems.registry import load_all

    claims = [
        {"source": c.source, "variants": {"printed": {"verdict": c.variants["printed"].expect}}}
        for c in load_all().values()
    ]  # fmt: skip
    table = verdict_table({"sources": sources(suite()), "claims": claims})
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert sum(counts(claims).values()) == len(claims)
    assert readme_with(text, table) == text, "type `marginalia report --readme`"
