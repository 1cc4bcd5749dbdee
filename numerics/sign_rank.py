"""Sign-rank of sign matrices from both sides, each with evidence that is verified in integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from numerics.rank import sign_matrix


@dataclass(frozen=True)
class SignRealisation:
    """Integer factors whose product has exactly the given signs: left (m, r), right (r, n), Python integers."""

    left: np.ndarray
    right: np.ndarray

    def verify(self, signs: Any) -> bool:
        """Check that every entry of left @ right is non-zero with the sign asked for."""
        product = self.left.astype(object) @ self.right.astype(object)
        target = np.asarray(signs)
        return product.shape == target.shape and bool(np.all(product * target.astype(object) > 0))


def sign_rank_at_most(
    signs: Any, r: int, seed: int = 0, restarts: int = 16, steps: int = 1500
) -> SignRealisation | None:
    """Return integer factors of a matrix of rank at most r with the given signs (+1, -1), or None.

    For r <= 2 the answer is exact: None means that the sign-rank is greater. For r >= 3 a float search proposes a
    realisation, which counts only once it is verified in integers: None means that nothing was found.
    """
    s = sign_matrix(signs).astype(np.int64)
    m, n = s.shape
    if r < 1:
        return None
    if r >= min(m, n):
        identity = np.eye(min(m, n), dtype=object)
        factors = (identity, s.astype(object)) if m <= n else (s.astype(object), identity)
        return SignRealisation(*factors)
    if r == 1:
        left, right = s[:, :1], s[:1] * s[0, 0]
        found = SignRealisation(left.astype(object), right.astype(object))
        return found if found.verify(s) else None
    return _planar_realisation(s) if r == 2 else _descend(s, r, seed, restarts, steps)


def _normalised(s: np.ndarray, row: int, column: int) -> np.ndarray:
    """Flip rows and columns so that `row` and `column` are all +1."""
    return s * s[:, [column]] * s[[row], :] * s[row, column]


def _planar_realisation(s: np.ndarray) -> SignRealisation | None:
    """Decide sign-rank <= 2.

    In the plane, flip the rows into the open half-plane where column 0 is positive and sort them by angle: every
    column changes sign at most once along that order, so, flipped to be + on the first row, its + rows are an initial
    segment. Conversely such nested sets are realised by rows (1, x) and columns (threshold, -1).
    """
    for row in range(len(s)):
        t = _normalised(s, row, 0)
        order = np.argsort(-(t > 0).sum(axis=1), kind="stable")  # the rows in more segments come first
        sorted_t = t[order]
        if np.all(sorted_t[:-1] >= sorted_t[1:]):
            position = np.empty(len(s), dtype=np.int64)
            position[order] = np.arange(len(s))
            flips, turns = s[:, 0], s[row] * s[row, 0]
            left = np.stack([flips, 2 * position * flips], axis=1)
            thresholds = 2 * (t > 0).sum(axis=0) - 1
            right = np.stack([thresholds * turns, -turns])
            return SignRealisation(left.astype(object), right.astype(object))
    return None


def _descend(s: np.ndarray, r: int, seed: int, restarts: int, steps: int) -> SignRealisation | None:
    """Minimise a logistic loss of the margins from several random starts at once (Adam), then round and verify."""
    rng = np.random.default_rng(seed)
    m, n = s.shape
    factors = [rng.standard_normal((restarts, m, r)), rng.standard_normal((restarts, r, n))]
    first = [np.zeros_like(f) for f in factors]
    second = [np.zeros_like(f) for f in factors]
    for step in range(1, steps + 1):
        factors[0] /= np.linalg.norm(factors[0], axis=2, keepdims=True)
        factors[1] /= np.linalg.norm(factors[1], axis=1, keepdims=True)
        margins = s * (factors[0] @ factors[1])
        worst = margins.min(axis=(1, 2))
        best = int(np.argmax(worst))
        if worst[best] > 0 and (step % 50 == 0 or step == steps):
            found = _rationalise(s, factors[0][best], factors[1][best])
            if found is not None:
                return found
        sharpness = 5 + 45 * step / steps
        slope = -s / (1 + np.exp(np.clip(sharpness * margins, -50, 50)))
        gradients = [slope @ factors[1].transpose(0, 2, 1), factors[0].transpose(0, 2, 1) @ slope]
        rate = 0.1 * (1 - 0.9 * step / steps)
        for f, g, mean, square in zip(factors, gradients, first, second, strict=True):
            mean += 0.1 * (g - mean)
            square += 0.01 * (g * g - square)
            f -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-12)
    return None


def _rationalise(s: np.ndarray, left: np.ndarray, right: np.ndarray) -> SignRealisation | None:
    """Round the factors to the coarsest grid of integers that keeps every sign."""
    for bits in range(1, 31):
        found = SignRealisation(*(np.rint(f * 2**bits).astype(np.int64).astype(object) for f in (left, right)))
        if found.verify(s):
            return found
    return None


@dataclass(frozen=True)
class SignRankLowerBound:
    """A proof that the sign-rank is at least `bound`.

    method "trivial": bound 1. "minor": `rows` and `columns` name a 2 x 2 submatrix with an odd number of minus signs,
    so the sign-rank is at least 2. "chains": the submatrix of `rows` and `columns` has sign-rank at least 3: for each
    of its rows, taken as the first by angle, `witnesses` names rows a, b and columns j, k (positions in the submatrix)
    that are + - and - + once the first row and column are flipped to +, while sign-rank 2 would nest the columns.
    "forster": bound >= sqrt(M N) / ||A||, with ||A||**(2 q) <= ||(A A^T)**q||_inf = `norm`; `power` is q.
    """

    bound: int
    method: str
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    witnesses: tuple[tuple[int, int, int, int], ...] = ()
    power: int = 0
    norm: int = 0

    def verify(self, signs: Any) -> bool:
        """Check the proof against the sign matrix, in integers."""
        s = sign_matrix(signs).astype(np.int64)
        sub = s[np.ix_(self.rows, self.columns)]
        if self.method == "trivial":
            return self.bound == 1
        if self.method == "minor":
            return self.bound == 2 and sub.shape == (2, 2) and int(sub.prod()) == -1
        if self.method == "chains":
            return self.bound == 3 and len(self.witnesses) == len(sub) and _chains_fail(sub, self.witnesses)
        if self.method == "forster" and self.power >= 1:
            q = self.power
            return _gram_norm(s, q) == self.norm and (self.bound - 1) ** (2 * q) * self.norm < s.size**q
        return False


def _chains_fail(sub: np.ndarray, witnesses: Sequence[tuple[int, int, int, int]]) -> bool:
    for row, (a, b, j, k) in enumerate(witnesses):
        t = _normalised(sub, row, 0)
        if not (t[a, j] > 0 > t[a, k] and t[b, k] > 0 > t[b, j]):
            return False
    return len(sub) > 0


def _gram_norm(s: np.ndarray, q: int) -> int:
    """The greatest absolute row sum of (S S^T)**q; it bounds the greatest eigenvalue, ||S||**(2 q)."""
    gram = (s if len(s) <= s.shape[1] else s.T).astype(object)
    gram = gram @ gram.T
    power = gram
    for _ in range(q - 1):
        power = power @ gram
    return max(sum(abs(x) for x in row) for row in power.tolist())


def sign_rank_lower_bound(signs: Any, powers: int = 4) -> SignRankLowerBound:
    """Return the best proven lower bound among: 1, an odd 2 x 2 minor (2), failing chains (3), and Forster's bound.

    Forster's bound (sign-rank at least sqrt(M N) / ||A||) uses ||A||**(2 q) <= ||(A A^T)**q||_inf for q <= `powers`; at
    q = 1 this is exact for Hadamard matrices, whose sign-rank is then at least sqrt(N).
    """
    s = sign_matrix(signs).astype(np.int64)
    best = _chain_bound(s)
    for q in range(1, powers + 1):
        norm = _gram_norm(s, q)
        # The least integer r with r**(2 q) * norm >= (M N)**q.
        quotient = -(-(s.size**q) // norm)
        bound = _ceil_root(quotient, 2 * q)
        if bound > best.bound:
            best = SignRankLowerBound(bound, "forster", power=q, norm=norm)
    return best


def _ceil_root(x: int, degree: int) -> int:
    low, high = 0, 1 << (x.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if middle**degree >= x else (middle, high)
    return high


def _chain_bound(s: np.ndarray) -> SignRankLowerBound:
    """Lower bounds up to 3, with an inclusion-minimal submatrix."""
    t = _normalised(s, 0, 0)
    if np.all(t == 1):
        return SignRankLowerBound(1, "trivial")
    if _planar_realisation(s) is not None:
        i, j = (int(x) for x in np.argwhere(t == -1)[0])
        return SignRankLowerBound(2, "minor", (0, i), (0, j))
    rows, columns = list(range(s.shape[0])), list(range(s.shape[1]))
    for kept, axis in ((rows, 0), (columns, 1)):
        for i in range(s.shape[axis]):
            kept.remove(i)
            if not rows or not columns or _planar_realisation(s[np.ix_(rows, columns)]) is not None:
                kept.append(i)
                kept.sort()
    sub = s[np.ix_(rows, columns)]
    witnesses = tuple(_incomparable(_normalised(sub, row, 0)) for row in range(len(rows)))
    return SignRankLowerBound(3, "chains", tuple(rows), tuple(columns), witnesses)


def _incomparable(t: np.ndarray) -> tuple[int, int, int, int]:
    """Rows a, b and columns j, k with t[a, j] = t[b, k] = +1 and t[a, k] = t[b, j] = -1."""
    for j, k in combinations(range(t.shape[1]), 2):
        ahead = np.flatnonzero((t[:, j] > 0) & (t[:, k] < 0))
        behind = np.flatnonzero((t[:, j] < 0) & (t[:, k] > 0))
        if len(ahead) and len(behind):
            return int(ahead[0]), int(behind[0]), j, k
    raise AssertionError("the columns are nested, so the sign-rank is at most 2")
