"""The command line: what it selects, prints, writes, and how it ends."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from reports.cli import amount, seconds
from reports.details import summary
from reports.doctor import store_troubles
from reports.model import validate
from reports.place import ROOT, folder
from reports.scaffold import ScaffoldError, scaffold
from reports.select import SelectError, narrow, select
from theorems.assistant import coq

Run = Callable[..., subprocess.CompletedProcess[str]]


def entry(identifier: str, family: str = "squares") -> dict:
    source, stem, *_ = identifier.split(".")
    kind, _, number = stem.partition("_")
    number = number.replace("_", ".")
    chapter = number.split(".")[0]
    section = number if kind == "section" else number.rpartition(".")[0]
    return {
        "id": identifier, "source": source, "kind": kind if kind != "section" else "identity",
        "number": None if kind == "section" else number, "section": section or "1", "family": family,
        "file": f"theorems/{source}/chapter_{chapter}/{stem}.py",
    }  # fmt: skip


CLAIMS = [
    entry(i) for i in (
        "ada2027.lemma_2_3_5", "ada2027.lemma_2_3_5.count", "ada2027.theorem_2_3_50", "ada2027.equation_2_3_5",
        "ada2027.equation_2_9", "ada2027.section_2_3.tail", "bob2028.theorem_2_3_1", "ada2027.lemma_2_3_1",
        "bob2028.lemma_4_1", "bob2028.claim_7", "ada2027.lemma_2_a_6",
    )
]  # fmt: skip
ALL = [c["id"] for c in CLAIMS]


@pytest.mark.parametrize(("word", "chosen"), [
    ("ada2027.lemma_2_3_5", ["ada2027.lemma_2_3_5", "ada2027.lemma_2_3_5.count"]),
    ("ada2027.lemma_2_3_5.count", ["ada2027.lemma_2_3_5.count"]),
    ("lemma_2_3_5.count", ["ada2027.lemma_2_3_5.count"]),
    ("2.3.5", ["ada2027.lemma_2_3_5", "ada2027.lemma_2_3_5.count"]),
    ("Lemma 2.3.5", ["ada2027.lemma_2_3_5", "ada2027.lemma_2_3_5.count"]),
    ("theorem_2_3_5", ["ada2027.lemma_2_3_5", "ada2027.lemma_2_3_5.count"]),
    ("equation_2_3_5", ["ada2027.equation_2_3_5"]),
    ("2.9", ["ada2027.equation_2_9"]),
    ("2.3.50", ["ada2027.theorem_2_3_50"]),
    ("2.A.6", ["ada2027.lemma_2_a_6"]),
    ("bob2028.2.3.1", ["bob2028.theorem_2_3_1"]),
    ("bob2028.2.3", ["bob2028.theorem_2_3_1"]),
    ("7", ["bob2028.claim_7"]),
    ("bob2028", ["bob2028.theorem_2_3_1", "bob2028.lemma_4_1", "bob2028.claim_7"]),
    ("squares", ALL),
    ("theorems/bob2028/chapter_4/lemma_4_1.py", ["bob2028.lemma_4_1"]),
    ("lemma_4_1.py", ["bob2028.lemma_4_1"]),
    ("*.lemma_2_3_5*", ["ada2027.lemma_2_3_5", "ada2027.lemma_2_3_5.count"]),
])  # fmt: skip
def test_a_word_selects(word: str, chosen: list[str]) -> None:
    assert select([word], CLAIMS, ROOT) == chosen
    files = sorted({ROOT / c["file"] for c in CLAIMS})
    kept = {p.relative_to(ROOT).as_posix() for p in narrow([word], files)}
    assert {c["file"] for c in CLAIMS if c["id"] in chosen} <= kept


@pytest.mark.parametrize(("word", "message"), [
    ("2.3.1", "2.3.1 is ambiguous, choose one of: ada2027.lemma_2_3_1, bob2028.theorem_2_3_1"),
    ("theorem_2_3_1x", "nearest: "),
    ("2.3", "2.3 is ambiguous, choose one of: ada2027.2.3, bob2028.2.3"),
    ("lema_2_3_5", "nearest: lemma_2_3_5"),
    ("bob2082", "nearest: bob2028"),
    ("zzz", "nothing answers to 'zzz'; see `marginalia list`"),
])  # fmt: skip
def test_a_word_that_selects_nothing_or_too_much_says_so(word: str, message: str) -> None:
    with pytest.raises(SelectError) as caught:
        select([word], CLAIMS, ROOT)
    assert message in str(caught.value)


def test_words_add_up_and_keep_the_order() -> None:
    assert select(["claim_7", "2.9"], CLAIMS, ROOT) == ["ada2027.equation_2_9", "bob2028.claim_7"]
    assert select([], CLAIMS, ROOT) == ALL


@pytest.mark.parametrize(("text", "number"), [("20000", 20_000), ("50k", 50_000), ("10M", 10**7), ("1.5k", 1_500)])
def test_amounts(text: str, number: int) -> None:
    assert amount(text) == number


@pytest.mark.parametrize(("text", "time"), [(None, None), ("90s", 90), ("10m", 600), ("2h", 7200), ("5", 5)])
def test_times(text: str | None, time: float | None) -> None:
    assert seconds(text) == time


@pytest.mark.parametrize("text", ["", "ten", "0", "10Q", "-3", "1e6"])
def test_bad_amounts(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        amount(text)


def test_wrong_usage_ends_with_2_and_no_traceback(verified: Path, marginalia: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for words, message in (
        (("verify", verified, "lema_3_2"), "nearest: lemma_3_2"),
        (("show", verified, "3.9"), "nothing answers to '3.9'"),
        (("verify", tmp_path / "empty"), "no claim files"),
        (("verify", verified, tmp_path / "empty"), "one folder at a time"),
        (("falsify", verified, "--instances", "many"), "not a number of instances"),
        (("falsify", verified, "--backend", "abacus"), "neither numpy nor cupy"),
        (("falsify", verified, "--precision", "float16"), "neither float64 nor float32"),
        (("verify", "--workers", "0"), "--workers"),
        (("new", "Smith 2027", "lemma", "3.2"), "not the name of a source"),
        (("new", "smith2027", "lemur", "3.2"), "no kind of statement"),
        (("nonsense",), "No such command"),
    ):
        done = marginalia(*words)
        assert done.returncode == 2, (words, done.stdout, done.stderr)
        assert message in done.stderr and "Traceback" not in done.stderr, (words, done.stderr)


def test_a_source_that_cannot_be_read_is_named(verified: Path, marginalia: Run) -> None:
    (verified / "smith2027" / "__init__.py").write_text("SOURCE = {}\n", encoding="utf-8")
    done = marginalia("verify", verified)
    assert done.returncode == 2 and "__init__.py: needs SOURCE" in done.stderr and "Traceback" not in done.stderr


def test_list_as_json_tells_everything(verified: Path, marginalia: Run) -> None:
    done = marginalia("list", verified, "--json")
    assert done.returncode == 0, done.stderr
    listed = json.loads(done.stdout)
    assert [c["id"] for c in listed] == [
        "smith2027.equation_3_2", "smith2027.lemma_3_2", "smith2027.lemma_3_2.doubled", "smith2027.theorem_3_20",
    ]  # fmt: skip
    lemma = listed[1]
    assert set(lemma) == {"id", "source", "kind", "number", "section", "family", "file", "uses", "variants"}
    assert set(lemma["variants"]["printed"]) == {
        "verdict", "expected", "range", "formal", "why", "goal", "certificates", "rules", "falsification",
    }  # fmt: skip
    trials = lemma["variants"]["printed"]["falsification"]
    assert trials == {"instances": trials["instances"], "min_margin": 0.0, "mutants": 1, "mutants_killed": 1}
    report = json.loads((verified / "report" / "report.json").read_text(encoding="utf-8"))
    assert listed == [summary(claim) for claim in report["claims"]]
    validate(report)


def test_list_and_show_are_for_reading(verified: Path, marginalia: Run) -> None:
    listed = marginalia("list", verified, "3.20").stdout
    assert "smith2027.theorem_3_20" in listed and "refuted" in listed and "lemma" not in listed
    shown = marginalia("show", verified, "lemma_3_2").stdout
    for part in ("squares", "A square is not negative.", "certs check store/smith2027/lemma_3_2.printed.json",
                 "margin: 0 (attained) at x = 0", "mutant strictly: killed by x = 0",
                 "used by: smith2027.lemma_3_2.doubled"):  # fmt: skip
        assert part in shown, shown


def test_falsify(verified: Path, marginalia: Run) -> None:
    words = ("falsify", verified, "--instances", "30k", "--budget", "1m", "--workers", "2")
    one, two = (marginalia(*words, "--seed", seed, "--json") for seed in (7, 8))
    assert one.returncode == 0, one.stderr
    (found,) = json.loads(one.stdout)
    assert (found["id"], found["variant"], found["expected"]) == ("smith2027.lemma_3_2", "printed", "proved")
    assert found["falsification"]["instances"] == 30_000 and found["falsification"]["mutants_killed"] == 1
    assert two.returncode == 0
    alone = marginalia("falsify", verified, "--instances", "30k", "--workers", "1", "--fresh", "--json")
    assert alone.stdout == one.stdout and alone.stderr == ""  # however many processes: the same instances
    again = marginalia("falsify", verified, "--instances", "30k")
    assert "30,000" in again.stdout and "1/1" in again.stdout
    assert again.stderr == "4 of 4 shards taken from the record\n"
    single = marginalia("falsify", verified, "--instances", "30k", "--precision", "float32", "--json")
    assert single.stderr == "" and json.loads(single.stdout)[0]["falsification"]["mutants_killed"] == 1


def test_verify_of_a_selection_writes_no_report(verified: Path, marginalia: Run) -> None:
    before = (verified / "report" / "report.json").read_bytes()
    done = marginalia("verify", verified, "signs")
    assert done.returncode == 0 and "theorem_3_20" in done.stdout and "lemma_3_2" not in done.stdout
    assert (verified / "report" / "report.json").read_bytes() == before


def test_paths_are_read_from_where_one_is(verified: Path, marginalia: Run) -> None:
    done = marginalia("verify", ".", cwd=verified)
    assert done.returncode == 0 and "4/5" in done.stdout
    done = marginalia("list", ".", "smith2027/chapter_3/lemma_3_2.py", cwd=verified)
    assert done.returncode == 0 and "theorem" not in done.stdout, done.stdout


def test_new_writes_what_verifies(tmp_path: Path, marginalia: Run) -> None:
    done = marginalia("new", "doe2031", "lemma", "3.2", "--title", 'the "large" case', "--into", tmp_path)
    assert done.returncode == 0, done.stderr
    assert marginalia("new", "doe2031", "Theorem", "2.A.6", "--into", tmp_path).returncode == 0
    listed = (tmp_path / "doe2031" / "contents.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in listed] == ["id", "doe2031.theorem_2_a_6", "doe2031.lemma_3_2"]
    again = marginalia("new", "doe2031", "lemma", "3.2", "--into", tmp_path)
    assert again.returncode == 2 and "exists" in again.stderr
    done = marginalia("verify", tmp_path, "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert {c["id"]: c["variants"]["printed"]["verdict"] for c in report["claims"]} == {
        "doe2031.theorem_2_a_6": "proved", "doe2031.lemma_3_2": "proved",
    }  # fmt: skip
    assert report["sources"][0]["authors"] == ["Doe"] and report["sources"][0]["year"] == 2031
    validate(report)


def test_new_takes_title_and_section_from_the_contents(paper: Path) -> None:
    written = scaffold("smith2027", "theorem", "3.21", "", paper)
    assert written == [paper / "smith2027" / "chapter_3" / "theorem_3_21.py"]
    text = written[0].read_text(encoding="utf-8")
    assert 'section="3.2"' in text and 'title="nobody read this"' in text
    with pytest.raises(ScaffoldError):
        scaffold("smith2027", "theorem", "three", "", paper)


def test_recheck_asks_coq_about_a_certificate_and_names_what_is_none(tmp_path: Path, marginalia: Run) -> None:
    done = marginalia("recheck", tmp_path / "none.json")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    if coq() is None:
        assert "Coq is not installed" in done.stderr
        return
    assert f"no certificate: {tmp_path / 'none.json'}" in done.stderr
    bad = tmp_path / "bad.json"
    bad.write_text("{}\n", encoding="utf-8")
    done = marginalia("recheck", bad)
    assert done.returncode == 1 and f"error: {bad}: its format is None" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    done = marginalia("recheck", ROOT / "certs" / "store" / "mukherjee2020" / "equation_2_16.printed.json")
    assert done.returncode == 0 and "seconds of processor time" in done.stdout, done.stderr


def test_doctor_and_version(marginalia: Run) -> None:
    done = marginalia("--version")
    assert done.returncode == 0 and done.stdout.startswith("marginalia 0.")
    done = marginalia("doctor")
    for name in ("python", "numpy", "z3-solver", "cupy", "cvc5", "dask", "coq", "chromium"):
        assert name in done.stdout


def test_the_doctor_looks_at_the_store(verified: Path) -> None:
    assert store_troubles(folder(verified)) == []
    store = verified / "store" / "smith2027"
    (store / "lemma_3_2.printed.json").write_bytes(b"{}" * 130_000)
    (store / "notes.txt").write_text("x", encoding="utf-8")
    troubles = "\n".join(store_troubles(folder(verified)))
    assert "260,000 bytes" in troubles and "notes.txt is not a certificate" in troubles
    assert "SHA256SUMS does not agree about smith2027/lemma_3_2.printed.json" in troubles
