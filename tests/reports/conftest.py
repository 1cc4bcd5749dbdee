"""The fixture report: six claims over two invented readings, with hostile strings."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

FIXTURE = Path(__file__).with_name("fixture.json")
_REPORT = json.loads(FIXTURE.read_text(encoding="utf-8"))


@pytest.fixture
def report() -> dict[str, Any]:
    """A copy of the fixture report, free to be changed."""
    return copy.deepcopy(_REPORT)


@pytest.fixture
def empty() -> dict[str, Any]:
    """A report of nothing."""
    fields = {"versions": {}, "sources": [], "claims": [], "facts": [], "unexpected": []}
    return {"format": "marginalia-report/1", **fields}
