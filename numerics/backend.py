"""Array namespaces: one code for NumPy and CuPy through array-api-compat.

What is computed on arrays uses the functions of the array API standard and those named in SPECIAL, nothing else;
arrays reach a device by ``xp.asarray`` and come back by :func:`to_numpy` alone.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

SPECIAL = ("erf", "gammaln")  # functions beyond the standard that an array library's companion supplies


@dataclass(frozen=True)
class Library:
    """How to reach an array library: the modules of its namespace and of its special functions, and how many
    instances one pass over a formula takes at once (as many as its fastest memory holds with all that is derived)."""

    namespace: str
    special: str
    block: int


LIBRARIES = {
    "numpy": Library("array_api_compat.numpy", "scipy.special", 16_384),  # some ten arrays in a second-level cache
    "cupy": Library("array_api_compat.cupy", "cupyx.scipy.special", 1 << 22),  # launches cost less than memory traffic
}


class BackendError(RuntimeError):
    """The array backend asked for does not exist or is not installed."""


def library(name: str = "numpy") -> Library:
    """Return what is known of the array backend called `name`. Raises BackendError for a name that is unknown."""
    try:
        return LIBRARIES[name]
    except KeyError:
        raise BackendError(f"unknown array backend {name!r}: choose one of {', '.join(sorted(LIBRARIES))}") from None


def backend(name: str = "numpy") -> ModuleType:
    """Return the array namespace called `name` ("numpy" or "cupy").

    Raises BackendError with what to install when the namespace is unknown or its library is absent.
    """
    return _imported(name, library(name).namespace)


def special(name: str = "numpy") -> Any:
    """Return the module that has the functions SPECIAL for arrays of the backend `name`. Raises BackendError."""
    return _imported(name, library(name).special)


def _imported(name: str, module: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise BackendError(
            f"the array backend {name!r} cannot be imported ({error}): install the extra marginalia[{name}], "
            "or use the default backend 'numpy'"
        ) from error


def namespace_of(array: Any) -> ModuleType:
    """Return the array namespace that `array` belongs to; plain Python sequences belong to NumPy."""
    if isinstance(array, np.ndarray) or not hasattr(array, "shape"):
        return backend("numpy")
    array_api_compat = importlib.import_module("array_api_compat")
    return array_api_compat.array_namespace(array)


def to_numpy(x: Any) -> np.ndarray:
    """Return `x` (an array of any backend, or a sequence) as a NumPy array on the host."""
    if isinstance(x, np.ndarray):
        return x
    if hasattr(x, "get") and hasattr(x, "shape"):  # CuPy refuses implicit copies to the host
        return x.get()
    return np.from_dlpack(x, device="cpu") if hasattr(x, "__dlpack__") else np.asarray(x)
