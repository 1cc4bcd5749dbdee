"""Puts this folder on the path, and registers an array library that allows nothing beyond the array API standard."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a backend over array-api-strict whose arrays live on a device of their own: NumPy's functions
    refuse them, so that every transfer is one that the code asks for. Its special functions go by way of SciPy."""
    array_api_strict = pytest.importorskip("array_api_strict")
    import scipy.special

    from numerics.backend import LIBRARIES, Library, to_numpy

    namespace, special = ModuleType("strict_namespace"), ModuleType("strict_special")
    device = array_api_strict.Device("device1")
    for name in array_api_strict.__all__:
        setattr(namespace, name, getattr(array_api_strict, name))
    for name in ("asarray", "zeros", "ones", "empty", "full", "arange", "linspace", "eye"):
        setattr(namespace, name, functools.partial(getattr(array_api_strict, name), device=device))

    def through_scipy(name: str) -> Any:
        return lambda x: namespace.asarray(getattr(scipy.special, name)(to_numpy(x)), dtype=x.dtype)

    special.erf, special.gammaln = through_scipy("erf"), through_scipy("gammaln")
    for module in (namespace, special):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(LIBRARIES, "strict", Library("strict_namespace", "strict_special", 200))
    yield "strict"
