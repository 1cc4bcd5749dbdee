"""Puts this folder on the path: its tests share ``craft``."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that take minutes run only where ``-m`` asks for them."""
    if "nightly" not in config.getoption("-m"):
        here = Path(__file__).parent
        for item in items:
            if item.get_closest_marker("nightly") and here in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="takes minutes: -m nightly"))
