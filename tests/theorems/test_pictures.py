"""Pictures: well-formed, small, the same on every run, and in the colours of the page."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from theorems import drawing
from theorems.drawing import Picture
from theorems.mukherjee2020 import pictures as mukherjee

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(ROOT.glob("theorems/*/*pictures.py"))
MODULES = [importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts)) for file in FILES]
PICTURES = [
    draw for module in MODULES for name, draw in inspect.getmembers(module, inspect.isfunction)
    if draw.__module__ == module.__name__ and not name.startswith("_")
]  # fmt: skip


@pytest.mark.parametrize("draw", PICTURES, ids=lambda draw: draw.__name__)
def test_a_picture(draw: Callable[[], Picture]) -> None:
    title, svg = draw()
    assert title.endswith(".") and title.count("$") % 2 == 0
    assert len(svg.encode()) < 60_000
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert "currentColor" in svg and "var(--" in svg
    assert not re.search(r"#0102[0-9a-f]{2}|<script|<image|\bdate\b|<metadata", svg, re.IGNORECASE)
    assert set(re.findall(r"https?://[^\"]*", svg)) == {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}
    assert draw() == (title, svg)


def test_another_process_draws_the_same() -> None:
    code = "import sys; from theorems.mukherjee2020.pictures import blocks; sys.stdout.write(blocks()[1])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == mukherjee.blocks()[1]


def test_a_users_settings_change_nothing() -> None:
    import matplotlib

    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "none", "axes.grid": True}):
        changed = mukherjee.blocks()
    assert changed == mukherjee.blocks()


def test_drawing_leaves_matplotlib_as_it_was() -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    drawing.drawn("nothing.", lambda axes: None)
    assert dict(matplotlib.rcParams) == before
