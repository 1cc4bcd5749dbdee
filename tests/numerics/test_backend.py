import importlib.util

import numpy as np
import pytest

from numerics.backend import BackendError, backend, namespace_of, to_numpy


def test_numpy_is_the_default():
    xp = backend()
    assert to_numpy(xp.asarray([1, 2])).tolist() == [1, 2]
    assert namespace_of(np.zeros(2)).__name__ == namespace_of([0, 0]).__name__ == xp.__name__


def test_unknown_backend_lists_the_choices():
    with pytest.raises(BackendError, match="cupy, numpy"):
        backend("abacus")


@pytest.mark.skipif(importlib.util.find_spec("cupy") is not None, reason="CuPy is installed")
def test_absent_backend_names_the_extra():
    with pytest.raises(BackendError, match=r"marginalia\[cupy\]"):
        backend("cupy")


def test_to_numpy_takes_device_arrays_explicitly():
    class OnDevice:
        shape = (2,)

        def get(self):
            return np.array([3, 4])

    assert to_numpy(OnDevice()).tolist() == [3, 4]
