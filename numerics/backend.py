"""Array namespaces: one code for CPU and GPU through array-api-compat."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import numpy as np

NAMESPACES = {"numpy": "array_api_compat.numpy", "cupy": "array_api_compat.cupy"}


class BackendError(RuntimeError):
    """The array backend asked for does not exist or is not installed."""


def backend(name: str = "numpy") -> ModuleType:
    """Return the array namespace called `name` ("numpy" or "cupy").

    Raises BackendError with what to install when the namespace is unknown or its library is absent.
    """
    try:
        module = NAMESPACES[name]
    except KeyError:
        raise BackendError(f"unknown array backend {name!r}: choose one of {', '.join(sorted(NAMESPACES))}") from None
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
    if hasattr(x, "get") and hasattr(x, "shape"):  # CuPy refuses implicit copies to the host
        return x.get()
    return np.asarray(x)
