"""A small paper of its own, ``tests/paper``, that tests copy, verify, change and break."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]

collect_ignore = ["paper"]


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A folder with one source: a lemma with a step, a refuted theorem, an undecided equation."""
    shutil.copytree(ROOT / "tests" / "paper", tmp_path / "paper")
    return tmp_path / "paper"


@pytest.fixture
def verified(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """A paper that has been verified before."""
    base = tmp_path_factory.getbasetemp() / "verified"
    if not base.exists():
        shutil.copytree(ROOT / "tests" / "paper", base / "paper")
        done = run_marginalia("verify", base / "paper")
        assert done.returncode == 0, done.stdout + done.stderr
    shutil.copytree(base / "paper", tmp_path / "paper")
    return tmp_path / "paper"


def environment() -> dict[str, str]:
    """An environment in which this tree is the one that runs, without colours."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"}


def run_marginalia(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """``marginalia WORDS``, in a process of its own."""
    command = [sys.executable, "-m", "reports", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True, timeout=300)


@pytest.fixture
def marginalia() -> Command:
    """Runs the command."""
    return run_marginalia
