"""Margins of the suite's claims over whole arrays, beside one Python function for each claim called in a loop."""

import importlib.util
import math
import time
from itertools import pairwise

import numpy as np
import pytest
from work import Work

from numerics import falsify
from numerics.backend import to_numpy
from numerics.circuits import block_matrices
from numerics.falsify import generator
from numerics.margins import Margins
from numerics.rank import block_group_counts
from theorems.registry import load_all

BEST = "linear in the instances: each is read, and its margin written, once"
CACHE = "NumPy's operations on blocks that stay in the cache: 0.3 to 0.4 ns a number and operation, division the same"
SPECIAL = Work("Margins that special functions dominate", "instances", BEST,
               "exp, log and erf of the array libraries: 5 to 10 ns each")  # fmt: skip
ARITHMETIC = Work("Margins of arithmetic formulas over short dyadic numbers", "instances", BEST, CACHE)
INTEGERS = Work("Margins of formulas over integers", "instances", BEST,
                "memory: five columns of 8 bytes are read twice, for their range and for the margins")  # fmt: skip
CLOSED = Work("Margins of closed forms: powers, floors, sums of binomial coefficients", "instances", BEST,
              "look-ups of what depends on few integers alone: some 3 ns each")  # fmt: skip
TIES = Work("Margins of which many are 0 but for rounding", "instances", BEST,
            "the second stage, which measures the rounding errors of what the first leaves open")  # fmt: skip
SINGLE = Work("Margins in single precision beside double precision", "instances", BEST,
              "half the memory, twice the numbers an instruction; what it leaves open is done again")  # fmt: skip
GPU = Work("Margins on a GPU beside NumPy", "instances", BEST, "the GPU's memory, and one launch for each operation")
SHARD = Work("A whole shard: drawing, margins of a variant and its mutants, picking what is looked at exactly",
             "instances", BEST, "picking: the least margins against each variable need its values sorted")  # fmt: skip
COUNTS = Work("Groups of equal rows and columns of a batch of integer matrices", "matrices",
              "linear in the entries", "memory: every entry is compared with two others")  # fmt: skip
inf = math.inf


def gaussian_tails(s):
    if not 0 < s <= 1:
        return inf
    left, right = 2 / 3 * s, math.erf(s / math.sqrt(2))
    return (right - left) / (abs(left) + abs(right))


def counted_tails(count, epsilon, n):
    if not 0 < epsilon:
        return inf
    left, right = count / 2 ** (2**n), math.exp(-(2 ** (n + 1)) * epsilon * epsilon)
    return (right - left) / (abs(left) + abs(right))


def descent(L, eta, lam, w):
    if not (0 < L and -L <= lam <= L and 0 < eta and eta * L < 1):
        return inf
    left = lam / 2 * (w - eta * lam * w) * (w - eta * lam * w)
    right = lam / 2 * w * w - eta / 2 * lam * lam * w * w
    scale = abs(left) + abs(right)
    return (right - left) / scale if scale else 0.0


def smoothness(L, lam, w, x):
    if not -L <= lam <= L:
        return inf
    left, right = lam / 2 * w * w, lam / 2 * x * x + lam * x * (w - x) + L / 2 * (w - x) * (w - x)
    scale = abs(left) + abs(right)
    return (right - left) / scale if scale else 0.0


def three_kinks(beta, s1, s2, s3, t1, t2, t3, x):
    if not t1 < t2 < t3:
        return inf
    if x <= t1:
        left = beta
    elif x <= t2:
        left = beta + s1 * (x - t1)
    elif x <= t3:
        left = beta + s1 * (t2 - t1) + s2 * (x - t2)
    else:
        left = beta + s1 * (t2 - t1) + s2 * (t3 - t2) + s3 * (x - t3)
    right = beta + s1 * max(0, x - t1) + (s2 - s1) * max(0, x - t2) + (s3 - s2) * max(0, x - t3)
    scale = abs(left) + abs(right)
    return -abs(right - left) / scale if scale else 0.0


def gates_and_groups(D, M, columns, rows, w):
    bound = min(M, w * (D - 1) + 1)
    return min((bound - rows) / (bound + rows), (bound - columns) / (bound + columns))


def circuit_and_groups(W, columns, m, rows, w_1):
    bound = w_1 * m * W + 1
    return min((bound - rows) / (bound + rows), (bound - columns) / (bound + columns))


def sawtooth_pieces(k, p, pieces):
    right = (p + 1) ** k + 1 + (1 if 2 <= k and p % 2 == 1 else 0)
    return -abs(right - pieces) / (pieces + right)


def cell_recursion(m, n):
    if not (1 <= n and 1 <= m):
        return inf
    left = 2 * sum(math.comb(m, i) for i in range(n))
    before = 2 * sum(math.comb(m - 1, i) for i in range(n))
    right = before + 2 * sum(math.comb(m - 1, i) for i in range(n - 1))
    first = -abs(right - left) / (left + right)
    if not m <= n:
        return first
    return min(first, -abs(2**m - before) / (2**m + before))


def composed_pieces(k, p, pieces, pieces_inside):
    power = (p + 1) ** k
    attained = -abs(power - pieces_inside) / (power + pieces_inside)
    low, high = (pieces - power - 1) / (pieces + power + 1), (power + 2 - pieces) / (power + 2 + pieces)
    return min(attained, low, high)


def dead_gates(dead, s, small, w):
    if not 0 <= s:
        return inf
    left = 1 - w * dead / (math.floor(s) + 1)
    scale = abs(left) + abs(small)
    return (small - left) / scale if scale else 0.0


# Work, claim, variant, its loop, how many times faster than the loop, instances a second that are meant.
CLAIMS = [
    (SPECIAL, "arora2020.lemma_1_1_7", "repaired", gaussian_tails, 10, None),
    (SPECIAL, "mukherjee2020.claim_1", "printed", counted_tails, 10, None),
    (ARITHMETIC, "arora2020.lemma_2_1_4", "printed", descent, 30, 1e7),
    (ARITHMETIC, "arora2020.problem_2_1_3", "printed", smoothness, 30, 1e7),
    (ARITHMETIC, "mukherjee2020.corollary_2_a_1", "printed", three_kinks, 30, 1e7),
    (INTEGERS, "mukherjee2020.claim_5", "sharpened", gates_and_groups, 200, 1e7),
    (INTEGERS, "mukherjee2020.lemma_2_e_1", "sharpened", circuit_and_groups, 200, 1e7),
    (CLOSED, "mukherjee2020.lemma_2_3_5", "sharpened", sawtooth_pieces, 30, 1e7),
    (CLOSED, "mukherjee2020.theorem_2_3_2.pieces", "repaired", composed_pieces, 30, 1e7),
    (CLOSED, "mukherjee2020.theorem_2_3_7.part_1_recursion", "printed", cell_recursion, 30, 1e7),
    (TIES, "mukherjee2020.equation_2_12", "sharpened", dead_gates, 10, None),
]
MODELS = [("arora2020.lemma_1_1_7", "repaired"), ("arora2020.lemma_2_1_4", "printed"),
          ("mukherjee2020.claim_5", "sharpened")]  # fmt: skip
DRAWN = 4_096  # as many as the slowest sampler draws in a second; larger batches repeat them
LOOPED = 100_000  # instances that the loop is run on


@pytest.fixture(scope="module")
def claims():
    return load_all()


def observed(claims, id, variant):
    return falsify.observed_of(claims[id].variants[variant])


def instances(claims, id, variant, names, n):
    """A claim's own instances, repeated, one column each."""
    given = claims[id].sampler(generator(id, variant, 0, 7), min(n, DRAWN))
    return {name: np.resize(np.asarray(given[name], dtype="float64"), n) for name in names}


def rate(n, work):
    """A note: instances a second."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return f"{n / sorted(taken)[1]:.3g} instances a second"


def close(mine, theirs):
    return np.allclose(to_numpy(mine.margin), theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("n", [10_000, 100_000, 1_000_000], ids=lambda n: f"{n:.0e}")
@pytest.mark.parametrize(("work", "id", "variant", "loop", "times", "rate_meant"), CLAIMS, ids=[c[1] for c in CLAIMS])
def test_margins(beside, claims, work, id, variant, loop, times, rate_meant, n):
    margins = Margins(observed(claims, id, variant))
    columns = instances(claims, id, variant, margins.variables, n)
    lists = [columns[name].tolist() for name in margins.variables]
    if work in (INTEGERS, CLOSED):
        lists = [list(map(int, column)) for column in lists]
    rows = list(zip(*lists, strict=True)) if n <= LOOPED else None
    peer = None if rows is None else lambda: [loop(*row) for row in rows]
    beside(
        work, f"{id.split('.', 1)[1]}, n = {n:,}", x=n, ours=lambda: margins(columns), peer=peer,
        peer_name="one Python function, called in a loop", agree=close if peer else None,
        target=times if peer else None, within_s=n / rate_meant if rate_meant else None,
        note=lambda mine, theirs: rate(n, lambda: margins(columns)),
    )  # fmt: skip


@pytest.mark.parametrize(("id", "variant"), MODELS)
def test_ten_million_instances(beside, claims, id, variant):
    n, work = 10_000_000, {c[1]: c[0] for c in CLAIMS}[id]
    margins = Margins(observed(claims, id, variant))
    columns = instances(claims, id, variant, margins.variables, n)
    beside(work, f"{id.split('.', 1)[1]}, n = {n:,}", x=n, ours=lambda: margins(columns), within_s=n / 1e7,
           note=lambda mine, theirs: rate(n, lambda: margins(columns)))  # fmt: skip


@pytest.mark.parametrize(("id", "variant"), [*MODELS, ("mukherjee2020.claim_1", "printed")])
def test_single_precision(beside, claims, id, variant):
    n = 1_000_000
    single, double = (Margins(observed(claims, id, variant), dtype=d) for d in ("float32", "float64"))
    columns = instances(claims, id, variant, single.variables, n)
    beside(
        SINGLE, f"{id.split('.', 1)[1]}, n = {n:,}", x=n, ours=lambda: single(columns), peer=lambda: double(columns),
        peer_name="Margins in float64", agree=lambda a, b: np.array_equal(a.status, b.status),
        note=lambda mine, theirs: rate(n, lambda: single(columns)),
    )  # fmt: skip


def no_gpu():
    """Why there is no GPU to measure; empty where there is one."""
    if importlib.util.find_spec("cupy") is None:
        return "CuPy is not installed"
    import cupy

    try:
        return "" if cupy.cuda.runtime.getDeviceCount() else "no GPU"
    except cupy.cuda.runtime.CUDARuntimeError as error:
        return f"no usable GPU: {error}"


@pytest.mark.skipif(bool(no_gpu()), reason=no_gpu())
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(("id", "variant"), MODELS)
def test_margins_on_a_gpu(beside, claims, id, variant, precision):
    import cupy

    n = 10_000_000
    there, here = Margins(observed(claims, id, variant), "cupy", precision), Margins(observed(claims, id, variant))
    columns = instances(claims, id, variant, here.variables, n)
    moved = {name: cupy.asarray(column) for name, column in columns.items()}

    def on_the_device():
        outcome = there(moved)
        cupy.cuda.get_current_stream().synchronize()
        return outcome

    device = cupy.cuda.runtime.getDeviceProperties(cupy.cuda.runtime.getDevice())["name"].decode()
    beside(
        GPU, f"{id.split('.', 1)[1]}, {precision}, n = {n:,}", x=n, ours=on_the_device, peer=lambda: here(columns),
        peer_name="NumPy, float64", target=20, agree=lambda a, b: np.array_equal(to_numpy(a.status), b.status),
        note=lambda mine, theirs: f"{rate(n, on_the_device)}; {device}",
    )  # fmt: skip


@pytest.mark.parametrize("n", [8_192, 65_536, 524_288])
@pytest.mark.parametrize(("id", "variant"), [*MODELS[:2], ("mukherjee2020.claim_1", "printed"),
                                             ("mukherjee2020.lemma_2_e_1.induction", "printed")])  # fmt: skip
def test_a_whole_shard(beside, claims, id, variant, n):
    claim, which = claims[id], claims[id].variants[variant]
    measures = [Margins(formula) for formula in falsify.observables(claim, which, 7)]

    def shard():
        return falsify.run_shard(claim, which, measures, 0, 7, n)

    def where(mine, theirs):
        start = time.perf_counter()
        given = claim.sampler(generator(id, variant, 0, 7), n)
        drawn = time.perf_counter()
        for m in measures:
            m({name: np.asarray(given[name], dtype="float64") for name in m.variables})
        measured = time.perf_counter()
        whole = rate(n, shard)
        seconds = n / float(whole.split()[0])
        shares = (drawn - start) / seconds, (measured - drawn) / seconds
        return f"{whole}; drawing {shares[0]:.0%}, margins of {len(measures)} formulas {shares[1]:.0%}"

    found, _ = beside(SHARD, f"{id.split('.', 1)[1]}, n = {n:,}", x=n, ours=shard, note=where)
    assert found["drawn"] == n


def groups_in_a_loop(matrices):
    """Rows are compared as lists, columns as tuples."""
    found = []
    for a in matrices:
        rows = 1 + sum(p != q for p, q in pairwise(a))
        found.append((rows, 1 + sum(p != q for p, q in pairwise(zip(*a, strict=True)))))
    return found


@pytest.mark.parametrize("n", [1_000, 10_000, 100_000])
def test_groups_of_rows_and_columns(beside, n):
    matrices = block_matrices(np.random.default_rng(7), n, 2, 8, 3).sum(axis=1)
    lists = matrices.tolist()
    beside(
        COUNTS, f"{n:,} matrices 8 x 8", x=n, ours=lambda: block_group_counts(matrices),
        peer=lambda: groups_in_a_loop(lists), peer_name="lists, in a loop", target=200,
        agree=lambda mine, theirs: np.array_equal(np.stack(mine, axis=1), theirs),
        note=lambda mine, theirs: rate(n, lambda: block_group_counts(matrices)),
    )  # fmt: skip
