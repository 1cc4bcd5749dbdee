"""Finding and loading files of claims."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from theorems.claim import ClaimError
from theorems.registry import claim_files, load

ROOT = Path(__file__).resolve().parents[2]


def test_files_of_claims_are_found_in_order(paper: Path) -> None:
    names = [path.name for path in claim_files(paper)]
    assert names == ["equation_3_2.py", "lemma_3_2.py", "theorem_3_20.py"]
    assert ROOT / "theorems" / "arora2020" / "chapter_2" / "lemma_2_1_4.py" in claim_files()
    assert not any(path.name in ("claim.py", "definitions.py", "__init__.py") for path in claim_files())


def test_a_file_outside_the_suite_is_loaded(tmp_path: Path) -> None:
    source = ROOT / "tests" / "paper" / "smith2027" / "chapter_3" / "lemma_3_2.py"
    path = tmp_path / "registry2027" / "lemma_3_2.py"
    path.parent.mkdir()
    path.write_text(source.read_text(encoding="utf-8").replace("smith2027", "registry2027"), encoding="utf-8")
    claims = load(path)
    assert [c.id for c in claims] == ["registry2027.lemma_3_2", "registry2027.lemma_3_2.doubled"]
    assert claims[0].headline == "Lemma 3.2, squares: true."
    assert claims[1].uses == ["registry2027.lemma_3_2"]
    assert [c.id for c in load(path)] == [c.id for c in claims]


def test_a_file_that_cannot_be_loaded_is_named_with_the_cause(tmp_path: Path) -> None:
    path = tmp_path / "broken2027" / "lemma_1.py"
    path.parent.mkdir()
    path.write_text("import no_such_module\n", encoding="utf-8")
    with pytest.raises(ClaimError, match=r"lemma_1\.py: cannot be loaded: ModuleNotFoundError"):
        load(path)


def test_a_repeated_id_names_both_files(paper: Path) -> None:
    copy = paper / "smith2027" / "chapter_4" / "lemma_3_2.py"
    copy.parent.mkdir()
    shutil.copy(paper / "smith2027" / "chapter_3" / "lemma_3_2.py", copy)
    program = f"from pathlib import Path; from theorems.registry import load_all; load_all(Path({str(paper)!r}))"
    paths = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(paper)!r}]; "
    done = subprocess.run([sys.executable, "-c", paths + program], capture_output=True, text=True, timeout=60)
    assert "chapter_3/lemma_3_2.py and again in" in done.stderr and "rename one" in done.stderr
