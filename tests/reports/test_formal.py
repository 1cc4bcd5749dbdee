"""Formal proofs beside claims: what is read of them without Coq, and what Coq must refuse."""

import json
import re
from pathlib import Path

import pytest

from reports.formal import Formal
from reports.place import folder
from reports.progress import Bar
from theorems import assistant
from theorems.assistant import Build, FormalError, Theorem

with_coq = pytest.mark.skipif(assistant.coq() is None, reason=f"Coq is not installed: {assistant.INSTALL}")
DIGEST = "0" * 64
IMPORTS = "From Coq Require Import Reals Lra.\nOpen Scope R_scope.\n"
TRUE = "Theorem lemma_1_printed : forall x : R, 0 <= x * x.\nProof. intros x. nra. Qed.\n"


@pytest.fixture
def place(tmp_path):
    """A folder with a claim's file, and a way to write the formal proof beside it."""
    (tmp_path / "lemma_1.py").write_text("")
    return folder(tmp_path)


def claims(verdict="proved", digest=DIGEST):
    """Lemma 1 as a report has it, as far as formal proofs look at it."""
    variant = {"verdict": verdict, "goal_digest": digest}
    return [{"id": "smith2027.lemma_1", "file": "lemma_1.py", "variants": {"printed": variant}}]


def look(place, recheck=False, **about):
    """What a report says of the proof: ``formal``, the problems, the notes."""
    found, proofs = claims(**about), Formal(place)
    proofs.attach(found, recheck, 1, Bar("", quiet=True))
    return found[0]["variants"]["printed"], [text for _, text in proofs.problems], proofs.notes


def record_of(place):
    return place.records / "smith2027" / "lemma_1.printed.json"


def write_record(place, **changed):
    path = place.base / "lemma_1.v"
    record = {
        "format": assistant.FORMAT, "claim": "smith2027.lemma_1", "variant": "printed", "goal": DIGEST,
        "theorem": "lemma_1_printed", "proves": "the statement", "assumptions": [], "tools": {"coqc": "8.16.1"},
        "statement": "forall x : R, 0 <= x * x", "sources": {assistant.shown(path): assistant.file_hash(path)},
    } | changed  # fmt: skip
    record_of(place).parent.mkdir(parents=True)
    record_of(place).write_bytes(assistant.record_bytes(record))


# --- without Coq ---------------------------------------------------------------------------------------------


def test_theorems_are_named_after_variants_and_comments_do_not_count(tmp_path):
    path = tmp_path / "lemma_2.v"
    path.write_text(
        "(* Theorem a. (* nested *) Theorem b. *)\nTheorem lemma_2_printed : True.\n"
        "Lemma lemma_2_x : True.\nTheorem lemma_2_step_repaired_refuted : ~ False.\n"
    )
    found = assistant.theorems_of(path.with_suffix(".py"))
    assert found == {
        "lemma_2_printed": Theorem("lemma_2_printed", path, False),
        "lemma_2_step_repaired": Theorem("lemma_2_step_repaired_refuted", path, True),
    }
    assert assistant.theorem_name("smith2027.lemma_2.step", "repaired") == "lemma_2_step_repaired"


def test_a_variant_is_proved_or_refuted_but_not_both(tmp_path):
    (tmp_path / "lemma_2.v").write_text("Theorem lemma_2_printed : A.\nTheorem lemma_2_printed_refuted : ~ A.\n")
    with pytest.raises(FormalError, match="one theorem for each variant"):
        assistant.theorems_of(tmp_path / "lemma_2.py")


def test_a_record_that_is_of_the_present_files_counts(place):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    write_record(place)
    variant, problems, _ = look(place)
    assert (variant["formal"], problems) == ("recorded", [])
    assert variant["formal_proof"]["statement"] == "forall x : R, 0 <= x * x"


def test_no_proof_is_no_evidence_and_no_problem(place):
    variant, problems, notes = look(place)
    assert (variant["formal"], variant["formal_proof"], problems, notes) == ("none", None, [], [])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"goal": "1" * 64}, "goal was edited"),
        ({"sources": {"lemma_1.v": "0" * 64}}, "lemma_1.v was edited"),
        ({"sources": {}}, "its record is not about"),
        ({"assumptions": ["lemma_1.cheat"]}, "it assumes lemma_1.cheat"),
        ({"theorem": "lemma_1_repaired"}, "its record has theorem"),
        ({"proves": "the negation"}, "its record has proves"),
        ({"format": "other"}, "its record has format"),
    ],
)
def test_a_record_of_something_else_does_not_count(place, changed, said):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    write_record(place, **changed)
    variant, problems, _ = look(place)
    assert variant["formal"] == "none"
    assert len(problems) == 1 and said in problems[0]


def test_a_proof_without_a_record_is_a_problem(place):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    variant, problems, _ = look(place)
    assert variant["formal"] == "none"
    assert len(problems) == 1 and "it has no record: type `marginalia verify --formal`" in problems[0]


def test_a_record_that_cannot_be_read_says_so(place):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    write_record(place)
    record_of(place).write_text("{")
    assert "cannot be read" in look(place)[1][0]


def test_coq_against_a_verdict_is_a_problem(place):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    write_record(place)
    assert "Coq proves the statement, and the checker accepted its refutation" in look(place, verdict="refuted")[1][0]


@pytest.mark.parametrize("verdict", ["proved", "reduced", "bounded"])
def test_a_refutation_in_coq_against_a_verdict_is_a_problem(place, verdict):
    (place.base / "lemma_1.v").write_text(IMPORTS + "Theorem lemma_1_printed_refuted : ~ False.\n")
    write_record(place, theorem="lemma_1_printed_refuted", proves="the negation")
    assert f"Coq proves the negation, and the verdict is {verdict}" in look(place, verdict=verdict)[1][0]


def test_a_theorem_that_no_variant_asks_for_is_a_problem(place):
    (place.base / "lemma_1.v").write_text("Theorem lemma_1_sharpened : True.\n")
    assert "lemma_1_sharpened: named after no variant" in look(place)[1][0]


def test_records_without_a_theorem_are_named_and_removed_on_request(place):
    (place.base / "lemma_1.v").write_text("")
    write_record(place)
    for remove in (False, True):
        found, proofs = claims(), Formal(place)
        proofs.attach(found, False, 1, Bar("", quiet=True))
        proofs.tidy(found, remove)
        assert "lemma_1.printed.json" in proofs.notes[0]
    assert not record_of(place).exists()


def test_definitions_of_a_statement_are_those_that_its_names_mean_where_they_stand(tmp_path):
    (tmp_path / "first.v").write_text(
        "(** Not this one. *)\n\n(** A first number. *)\nDefinition one : nat := 1.\n\nDefinition rows : nat := 3.\n"
    )
    (tmp_path / "second.v").write_text(
        "From Claims Require Import first.\n\n(** Twice\n    one. *)\nDefinition two : nat :=\n  one + one.\n"
        "Definition rows : nat := 4.\n"
    )
    (tmp_path / "unrelated.v").write_text("Definition one : nat := 7.\nDefinition two : nat := 9.\n")
    (tmp_path / "here.v").write_text("From Claims Require Import first second.\nDefinition three : nat := two + 1.\n")
    places = {"Claims": tmp_path}

    def shown(statement):
        found = assistant.Definitions(places).used(statement, tmp_path / "here.v")
        return [(d["name"], d["text"].partition("(*")[0] or d["text"]) for d in found]

    assert shown("two = 2") == [
        ("two", "(** Twice\n    one. *)\nDefinition two : nat :=\n  one + one."),
        ("one", "(** A first number. *)\nDefinition one : nat := 1."),
    ]
    assert shown("rows = 4") == [("rows", "Definition rows : nat := 4.")]
    assert shown("forall rows columns : nat, rows = columns") == []
    assert shown("exists (rows : nat) (one : nat), rows = one") == []
    assert [name for name, _ in shown("three = 3")] == ["three", "two", "one"]


def test_names_that_a_definition_binds_are_not_free():
    text = """(* sign *)
    Fixpoint filled (a : list row) (y : bits) {struct a} : list bits :=
      match a, y with head :: a', b :: y' => fill head b :: filled a' y' | _, _ => [] end."""
    free = assistant.free_names(text)
    assert {"fill", "filled", "row", "bits"} <= set(free)
    assert not {"a", "y", "head", "sign"} & set(free)


def test_no_file_changes_how_statements_are_read_or_printed():
    """A statement is printed with all these files imported: no notation in them may stand for something else."""
    files = sorted(assistant.LIBRARY.rglob("*.v"))
    changing = re.compile(r"(?<!Local )\b(Notation|Infix|Coercion|Canonical|Declare\s+Scope|Bind\s+Scope)\b")
    said = {p.name: changing.findall(assistant.without_comments(p.read_text(encoding="utf-8"))) for p in files}
    assert files and {name: found for name, found in said.items() if found} == {}


# --- with Coq ------------------------------------------------------------------------------------------------


@with_coq
def test_coq_records_what_it_proves_and_finds_it_again(place):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    for _ in range(2):
        variant, problems, _ = look(place, recheck=True)
        assert (variant["formal"], problems) == ("rechecked", [])
    record = json.loads(record_of(place).read_bytes())
    assert record["statement"] == "forall x : R, 0 <= x * x"
    assert set(record["assumptions"]) <= assistant.ACCEPTED
    assert record["tools"]["coqc"] and list(record["sources"]) == [f"{place.base.name}/lemma_1.v"]
    assert look(place)[0]["formal"] == "recorded"


@with_coq
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Theorem lemma_1_printed : forall x : R, x < x.\nProof. Admitted.\n", "it assumes lemma_1_printed"),
        ("Axiom cheat : False.\nTheorem lemma_1_printed : 1 < 0.\nProof. destruct cheat. Qed.\n",
         "it assumes cheat"),
        ("Module Classical_Prop. Axiom classic : False. End Classical_Prop.\n"
         "Theorem lemma_1_printed : 1 < 0.\nProof. destruct Classical_Prop.classic. Qed.\n", "rename the module"),
        ("Unset Guard Checking.\nFixpoint f (n : nat) : False := f n.\nTheorem lemma_1_printed : 1 < 0.\n"
         "Proof. destruct (f 0). Qed.\n", "it assumes"),
        ("Unset Universe Checking.\nTheorem lemma_1_printed : exists T : Set, T = (Set : Type).\n"
         "Proof. exists Set. reflexivity. Qed.\n", ""),
        ("Theorem lemma_1_printed : 1 < 0.\nProof. lra. Qed.\n", "Coq does not accept lemma_1.v"),
    ],
)  # fmt: skip
def test_coq_refuses_what_is_not_proved(place, text, said):
    (place.base / "lemma_1.v").write_text(IMPORTS + text)
    variant, problems, _ = look(place, recheck=True)
    assert variant["formal"] == "none"
    assert len(problems) == 1 and said in problems[0]
    assert not record_of(place).exists()


@with_coq
@pytest.mark.parametrize(("key", "value"), [("statement", "forall x : R, 0 < x * x"), ("assumptions", [])])
def test_a_record_that_was_edited_is_found_out(place, key, value):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    look(place, recheck=True)
    record = json.loads(record_of(place).read_bytes()) | {key: value}
    record_of(place).write_bytes(assistant.record_bytes(record))
    variant, problems, _ = look(place, recheck=True)
    assert variant["formal"] == "none" and len(problems) == 1
    assert f"Coq's {key} is not that of the record" in problems[0]


@with_coq
def test_a_file_may_lean_on_the_shared_definitions(place, tmp_path_factory):
    path = place.base / "lemma_1.v"
    path.write_text(
        IMPORTS + "From Marginalia.formal Require Import networks.\n"
        "Theorem lemma_1_printed : forall x, 0 <= relu x.\nProof. intros x. unfold relu. apply Rmax_l. Qed.\n"
    )
    build = Build(place.claims, tmp_path_factory.mktemp("build"))
    assert [p.name for p in build.needed(path)] == ["vectors.v", "networks.v", "lemma_1.v"]
    variant, problems, _ = look(place, recheck=True)
    assert (variant["formal"], problems) == ("rechecked", [])
    assert variant["formal_proof"]["statement"] == "forall x : R, 0 <= relu x"
    assert [d["name"] for d in variant["formal_proof"]["definitions"]] == ["relu"]


def test_without_coq_a_recheck_says_so_and_goes_on(place, monkeypatch):
    (place.base / "lemma_1.v").write_text(IMPORTS + TRUE)
    write_record(place)
    monkeypatch.setattr("reports.formal.coq", lambda: None)
    variant, problems, notes = look(place, recheck=True)
    assert (variant["formal"], problems) == ("recorded", [])
    assert "were not re-checked: Coq is not installed" in notes[0]


def test_a_file_outside_the_suite_is_named_by_its_folder():
    assert assistant.shown(Path("/somewhere/paper/lemma_1.v")) == "paper/lemma_1.v"
