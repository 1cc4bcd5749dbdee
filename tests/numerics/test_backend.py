"""Array backends: their names, their errors, transfers, and that margins are the same on each."""

import importlib.util

import numpy as np
import pytest
from random_formulas import columns, formula

from numerics.backend import LIBRARIES, BackendError, Library, backend, namespace_of, special, to_numpy
from numerics.falsify import generator
from numerics.margins import Margins, NotObservable
from numerics.sampling import dyadic, integers
from numerics.terms import binomial, conj, erf, exp, floor, implies, integer, log, pi, product, real, sqrt, total, where

x, y, n, t = real("x"), real("y"), integer("n"), integer("t")


def no_gpu() -> str:
    """Why there is no GPU to test on; empty where there is one."""
    if importlib.util.find_spec("cupy") is None:
        return "CuPy is not installed"
    import cupy

    try:
        count = cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as error:
        return f"no usable GPU: {error}"
    return "" if count else "no GPU"


NO_GPU = no_gpu()
on_gpu = pytest.mark.skipif(bool(NO_GPU), reason=NO_GPU)


def test_numpy_is_the_default():
    xp = backend()
    assert to_numpy(xp.asarray([1, 2])).tolist() == [1, 2]
    assert namespace_of(np.zeros(2)).__name__ == namespace_of([0, 0]).__name__ == xp.__name__
    assert special().erf(0.0) == 0.0


@pytest.mark.parametrize("ask", [backend, special, lambda name: Margins(x < 1, name)])
def test_unknown_backend_lists_the_choices(ask):
    with pytest.raises(BackendError, match="'abacus': choose one of cupy, numpy"):
        ask("abacus")


@pytest.mark.parametrize("ask", [backend, special, lambda name: Margins(x < 1, name)])
def test_absent_backend_names_the_extra(monkeypatch, ask):
    monkeypatch.setitem(LIBRARIES, "cupy", Library("no_such_namespace", "no_such_functions", 1))
    with pytest.raises(BackendError, match=r"'cupy' cannot be imported .*marginalia\[cupy\]"):
        ask("cupy")


def test_to_numpy_takes_device_arrays_explicitly():
    class OnDevice:
        shape = (2,)

        def get(self):
            return np.array([3, 4])

    assert to_numpy(OnDevice()).tolist() == [3, 4]


def test_the_strict_backend_refuses_implicit_copies(strict):
    """Otherwise the tests below would prove nothing."""
    xp = backend(strict)
    array = xp.asarray([0.0, 1.0])
    with pytest.raises(RuntimeError, match=r"Can't convert array on the .*device1"):
        np.asarray(array)
    with pytest.raises(TypeError):
        array + np.ones(2)
    assert to_numpy(array).tolist() == [0.0, 1.0]
    assert namespace_of(array).__name__ == "array_api_strict"


EVERY_OPERATION = [
    conj(x + y - x * y <= 5, floor(x / (y + 1)) * 2 < x * x, where(x < y, y, -x) >= 0),
    sqrt(y * y) == y, exp(-x * x) <= 1 / (1 + x * x), log(1 + y) <= y, erf(y) <= 2 / sqrt(pi) * y,
    implies(x > 0, 2**n * x <= (1 + x) ** n), total(t, 0, n, binomial(n, t) * x**t) == (1 + x) ** n,
    product(t, 1, n, 1 + x / t) >= x, binomial(600 + n, 300) * x <= binomial(600 + n, 299) * y,
    total(t, n, 2 * n, y) < 9,
]  # fmt: skip


def sampled(size):
    rng = generator("suite.claim_1", "printed", 0, 7)
    return {"x": dyadic(rng, size, -4, 4), "y": dyadic(rng, size, 0, 4, bits=30), "n": integers(rng, size, 0, 7)}


def assert_same(name, formula, given, precision):
    """Margins and status of a backend beside NumPy's: the status equal, the margin to rounding."""
    ours, numpys = (Margins(formula, b, precision) for b in (name, "numpy"))
    there = ours({k: ours.xp.asarray(given[k]) for k in ours.variables})
    here = numpys({k: given[k] for k in numpys.variables})
    margin, status = (to_numpy(a) for a in there)
    assert margin.dtype == np.float64 and status.dtype == np.int8
    assert np.array_equal(status, here.status)
    decided, near = here.status != 0, 1e-13 if precision == "float64" else 1e-4
    np.testing.assert_allclose(margin[decided], here.margin[decided], rtol=0, atol=near)
    assert np.array_equal(np.isposinf(margin), np.isposinf(here.margin))


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("formula", EVERY_OPERATION, ids=repr)
def test_all_of_margins_runs_on_the_standard_alone(strict, formula, precision):
    for size in (700, 100):  # both stages, and the second one alone
        assert_same(strict, formula, sampled(size), precision)


def test_random_formulas_agree_on_the_strict_backend(strict):
    compared = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        random, given = formula(rng, 2), columns(rng, 300)
        try:
            margins = Margins(random)
            margins({k: given[k] for k in margins.variables})
        except NotObservable:
            continue
        if margins.variables:
            assert_same(strict, random, given, "float64")
            compared += 1
    assert compared > 40


def test_columns_may_come_from_the_host_or_the_device(strict):
    margins = Margins(x * y <= 3, strict)
    given = {k: sampled(500)[k] for k in ("x", "y")}
    here, there = margins(given), margins({k: margins.xp.asarray(c) for k, c in given.items()})
    assert np.array_equal(to_numpy(here.margin), to_numpy(there.margin))


def test_a_seed_gives_the_same_instances_on_every_backend_and_precision(strict):
    """They are drawn on the host, in float64, before any backend is asked."""
    first, again = sampled(300), sampled(300)
    for name, column in first.items():
        assert np.array_equal(column, again[name]) and column.dtype == np.float64
        assert np.array_equal(column, to_numpy(backend(strict).asarray(column)))


@on_gpu
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("formula", EVERY_OPERATION, ids=repr)
def test_margins_on_the_gpu_are_numpys(formula, precision):
    for size in (20_000, 100):
        assert_same("cupy", formula, sampled(size), precision)


@on_gpu
def test_instances_on_the_gpu_are_numpys():
    import cupy

    for column in sampled(10_000).values():
        assert np.array_equal(cupy.asarray(column).get(), column)


@on_gpu
def test_random_formulas_agree_on_the_gpu():
    for seed in range(60):
        rng = np.random.default_rng(seed)
        random, given = formula(rng, 2), columns(rng, 300)
        margins = Margins(random)
        if margins.variables:
            try:
                margins({k: given[k] for k in margins.variables})
            except NotObservable:
                continue
            assert_same("cupy", random, given, "float64")
