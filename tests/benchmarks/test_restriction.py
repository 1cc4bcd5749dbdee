"""Gates under block restrictions: exact probabilities, sampling, and the search for the worst gate."""

import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb
from random import Random

import numpy as np
import pytest
from work import Work

from numerics.restriction import (
    estimate_not_forced,
    not_forced_counts,
    not_forced_probability,
    restriction_count,
    worst_gate,
)
from numerics.statistics import clopper_pearson

EXACT = Work(
    name="The exact probability that a gate survives a block restriction",
    grows_with="positions n",
    best="n S bits of output, S = sum of the weights, for the counts of all thresholds: reached up to logarithms by a "
    "product tree (von zur Gathen and Gerhard, Modern Computer Algebra, sections 8.4 and 10.1)",
    limit="multiplication of polynomials in FLINT; for batches of gates, memory bandwidth",
)
SAMPLED = Work(
    name="Random block restrictions of a gate on 64 bits",
    grows_with="trials",
    best="linear: n - |P| + |P| log2(n/|P|) random bits a trial, and as many trials as the width of the interval, "
    "1/sqrt(trials), needs",
    limit="random numbers and look-ups in tables that fit the caches",
)
WORST = Work(
    name="The gate that block restrictions force least often",
    grows_with="gates up to symmetry",
    best="linear in the gates; threshold functions alone are 2^(n^2 (1 - o(1))) (Zuev 1989)",
    limit="single-precision matrix products, exact below 2^24",
)


def weights(n: int) -> list[int]:
    """Magnitudes up to 9, both signs, ties."""
    return [(-1) ** (i // 3) * (7 * i * i + 3) % 19 - 9 for i in range(n)]


def by_enumeration(w: list[int], threshold: int, parts: int, gate: str) -> Fraction:
    """The plain loop over all restrictions."""
    n, hits, total = len(w), 0, 0
    size = n // parts
    for free in product(*(range(j * size, (j + 1) * size) for j in range(parts))):
        fixed = [w[i] for i in range(n) if i not in free]
        drop, rise = sum(min(0, w[i]) for i in free), sum(max(0, w[i]) for i in free)
        heavy = sum(w[i] != 0 for i in free)
        for bits in product((0, 1), repeat=n - parts):
            base = sum(x for x, bit in zip(fixed, bits, strict=True) if bit)
            low, high = base + drop, base + rise
            hits += {
                "threshold": low < threshold <= high,
                "relu_printed": low <= threshold < high,
                "relu_sign": low < threshold < high,
                "relu_affine": low < threshold < high and heavy > 1,
            }[gate]
            total += 1
    return Fraction(hits, total)


def counted(w: list[int], parts: int) -> list[int]:
    """For weights >= 0, the usual dynamic programme: a dictionary from the sum to its count, position by position."""
    size, lows = len(w) // parts, Counter({0: 1})
    for j in range(parts):
        unmet, met = lows, Counter()
        for x in w[j * size : (j + 1) * size]:
            after: Counter[int] = Counter()
            for table in (met, unmet):
                for value, count in table.items():
                    after[value] += count
            for value, count in met.items():
                after[value + x] += count
            both: Counter[int] = Counter()
            for value, count in unmet.items():
                both[value] += count
                both[value + x] += count
            met, unmet = after, both
        lows = met
    total, result = sum(lows.values()), []
    below = [0]
    for value in range(sum(w) + 1):
        below.append(below[-1] + lows[value])
    for t in range(sum(w) + 2):
        result.append(below[t] + below[sum(w) - t + 1] - total)
    return result


@pytest.mark.parametrize("gate", ["threshold", "relu_affine"])
@pytest.mark.parametrize(("n", "target"), [(8, 2), (12, 100), (16, 5000)])
def test_exact_beside_all_restrictions(beside, n, gate, target):
    w = weights(n)
    beside(
        EXACT, f"{gate}, n = {n}, |P| = 4, {restriction_count(n, 4)} restrictions", n,
        lambda: not_forced_probability(w, 1, 4, gate),
        peer=lambda: by_enumeration(w, 1, 4, gate), peer_name="plain loop over all restrictions",
        agree=lambda mine, theirs: mine == theirs, target=target,
        note=lambda mine, _: f"probability {mine}",
    )  # fmt: skip


@pytest.mark.parametrize("n", [64, 128, 256, 1024, 4096])
def test_exact_beside_the_usual_programme(beside, n):
    w = [abs(x) for x in weights(n)]
    t = sum(w) // 2
    beside(
        EXACT, f"threshold, n = {n}, |P| = 8, S = {sum(w)}", n, lambda: not_forced_probability(w, t, 8),
        peer=(lambda: Fraction(counted(w, 8)[t], restriction_count(n, 8))) if n <= 256 else None,
        peer_name="dictionary from sum to count", target=10 if n <= 256 else None,
        agree=(lambda mine, theirs: mine == theirs) if n <= 256 else lambda mine, _: 0 < mine < 1,
        note=lambda mine, _: f"probability {float(mine):.6f}",
    )  # fmt: skip


@pytest.mark.parametrize(("batch", "n"), [(1000, 12), (1000, 24)])
def test_all_thresholds_of_a_batch(beside, batch, n):
    w = np.random.default_rng(1).integers(0, 5, (batch, n))
    beside(
        EXACT, f"threshold, {batch} gates, all thresholds, n = {n}, |P| = 4", n, lambda: not_forced_counts(w, 4),
        peer=lambda: [counted(row, 4) for row in w.tolist()], peer_name="dictionary from sum to count, gate by gate",
        agree=lambda mine, theirs: all(
            row[: len(counts)].tolist() == counts for row, counts in zip(mine, theirs, strict=True)
        ), target=20,
    )  # fmt: skip


def plain_trials(w: list[int], threshold: int, parts: int, trials: int) -> int:
    """The plain loop over trials."""
    random, size, hits = Random(1), len(w) // parts, 0
    for _ in range(trials):
        low = high = 0
        bits = random.getrandbits(len(w))
        for j in range(parts):
            free = j * size + random.randrange(size)
            for i in range(j * size, (j + 1) * size):
                if i == free:
                    low, high = low + min(0, w[i]), high + max(0, w[i])
                elif bits >> i & 1:
                    low, high = low + w[i], high + w[i]
        hits += low < threshold <= high
    return hits


def array_trials(w: list[int], threshold: int, parts: int, trials: int) -> int:
    """Straightforward NumPy: an array of bits, in batches that fit the memory."""
    rng, x, size, hits = np.random.default_rng(1), np.array(w), len(w) // parts, 0
    for start in range(0, trials, 50_000):
        count = min(50_000, trials - start)
        bits = rng.integers(0, 2, (count, len(w)), dtype=bool)
        free = rng.integers(0, size, (count, parts)) + size * np.arange(parts)
        np.put_along_axis(bits, free, False, axis=1)
        base, open_weights = bits @ x, x[free]
        low = base + np.minimum(open_weights, 0).sum(axis=1)
        high = base + np.maximum(open_weights, 0).sum(axis=1)
        hits += int(np.count_nonzero((low < threshold) & (threshold <= high)))
    return hits


def holds(survived: int, trials: int, probability: Fraction) -> bool:
    """Whether the exact interval, which errs with probability 1e-9, holds the exact probability."""
    low, high = clopper_pearson(survived, trials, 1 - Fraction(1, 10**9))
    return low <= probability <= high


@pytest.mark.parametrize("parts", [2, 4, 8, 16])
@pytest.mark.parametrize(
    ("peer", "peer_name", "trials", "target"),
    [(plain_trials, "plain loop", 10**5, 100), (array_trials, "array of bits, NumPy", 10**6, 4)],
)
def test_trials(beside, parts, peer, peer_name, trials, target):
    w = weights(64)
    exact = not_forced_probability(w, 1, parts)
    beside(
        SAMPLED, f"|P| = {parts}, {trials:,} trials", trials, lambda: estimate_not_forced(7, w, 1, parts, trials),
        peer=lambda: peer(w, 1, parts, trials), peer_name=peer_name, target=target,
        agree=lambda mine, theirs: holds(mine.survived, trials, exact) and holds(theirs, trials, exact),
        note=lambda mine, _: f"exact {float(exact):.6f}, found {mine.survived / trials:.6f}",
    )  # fmt: skip


class Rate:
    """Notes how many trials a minute the runs made."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, work):
        def timed():
            start = time.perf_counter()
            result = work()
            self.seconds.append(time.perf_counter() - start)
            return result

        return timed

    def note(self, trials: int) -> str:
        median = sorted(self.seconds)[len(self.seconds) // 2]
        return f"{60 * trials / median:.2e} trials a minute on two cores"


@pytest.fixture
def record_rate() -> Rate:
    return Rate()


def in_two_processes(w: list[int], parts: int, trials: int):
    with ProcessPoolExecutor(2) as executor:
        return estimate_not_forced(7, w, 1, parts, trials, executor=executor)


@pytest.mark.parametrize("parts", [2, 16])
def test_two_processes(beside, parts, record_rate):
    w, trials = weights(64), 10**7
    exact = not_forced_probability(w, 1, parts)
    beside(
        SAMPLED, f"|P| = {parts}, {trials:,} trials, two processes", trials,
        record_rate(lambda: in_two_processes(w, parts, trials)),
        peer=lambda: estimate_not_forced(7, w, 1, parts, trials), peer_name="the same shards in one process",
        agree=lambda mine, theirs: mine == theirs and holds(mine.survived, trials, exact), target=1.5,
        note=lambda *_: record_rate.note(trials),
    )  # fmt: skip


def test_a_hundred_million_trials(beside, record_rate):
    w, trials, parts = weights(64), 10**8, 8
    exact = not_forced_probability(w, 1, parts)
    beside(
        SAMPLED, f"|P| = {parts}, {trials:,} trials, two processes", trials,
        record_rate(lambda: in_two_processes(w, parts, trials)), within_s=60,
        agree=lambda mine, _: holds(mine.survived, trials, exact),
        note=lambda mine, _: f"{record_rate.note(trials)}; exact {float(exact):.7f}, 99 % interval "
        f"[{float(mine.low):.7f}, {float(mine.high):.7f}]",
    )  # fmt: skip


def plain_worst(n: int, parts: int, bound: int):
    """The same gates one by one, by the usual dynamic programme."""
    best = (-1, (), 0)
    blocks = list(combinations_with_replacement(range(bound + 1), n // parts))
    for chosen in combinations_with_replacement(blocks, parts):
        w = [x for block in chosen for x in block]
        counts = counted(w, parts)
        most = max(counts)
        if most > best[0]:
            best = (most, tuple(w), counts.index(most))
    return best[1], best[2], Fraction(best[0], restriction_count(n, parts))


@pytest.mark.parametrize(
    ("n", "parts", "bound"), [(8, 4, 2), (8, 2, 3), (9, 3, 3), (12, 3, 4), (12, 2, 6), (12, 3, 6), (12, 2, 8)]
)
def test_worst_gate(beside, n, parts, bound):
    blocks = comb(bound + n // parts, n // parts)
    gates = comb(blocks + parts - 1, parts)
    small = gates < 2000
    beside(
        WORST, f"n = {n}, |P| = {parts}, weights up to {bound}: {gates:,} gates", gates,
        lambda: worst_gate(n, parts, bound),
        peer=(lambda: plain_worst(n, parts, bound)) if small else None, peer_name="plain loop over the gates",
        target=10 if small else None,
        agree=(lambda mine, theirs: mine[:3] == theirs) if small else (
            lambda mine, _: mine.probability == not_forced_probability(mine.weights, mine.threshold, parts)
        ),
        note=lambda mine, _: f"{mine.weights}, threshold {mine.threshold}: {mine.probability}",
    )  # fmt: skip
