"""Functions on the cube {-1, 1}^n: exact Walsh transforms, and Sum-of-ReLU circuits that compute given functions.

Vertices and sets are numbered 0, ..., 2^n - 1 by their bits: the vertex number m has -1 at t, and the set number s has
t in it, where the bit of the number that stands for 2^t is 1, t = 0, ..., n - 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def bits(n: int) -> np.ndarray:
    """The bits of the numbers below 2^n; int64 of shape (2^n, n)."""
    return np.arange(2**n)[:, None] >> np.arange(n) & 1


def characters(n: int) -> np.ndarray:
    """The matrix of characters of all sets (rows) at all vertices (columns); int64 of shape (2^n, 2^n)."""
    return 1 - 2 * (bits(n) @ bits(n).T % 2)


def transform(values: np.ndarray) -> np.ndarray:
    """2^n times the Fourier coefficients of integer functions given by their values; shape (..., 2^n) to the same."""
    values = np.asarray(values)
    return values @ characters(int(values.shape[-1]).bit_length() - 1)


@dataclass
class Circuits:
    """Sum-of-ReLU circuits with common gates: ``constant`` plus the sum of ``weights`` times max(0, rows x + shifts).

    ``rows`` has shape (gates, n), ``shifts`` (gates,), ``weights`` (functions, gates), ``constant`` (functions,). All
    values are integers, and outputs are ``scale`` times those meant.
    """

    rows: np.ndarray
    shifts: np.ndarray
    weights: np.ndarray
    constant: np.ndarray
    scale: int

    def outputs(self, without: int | None = None) -> np.ndarray:
        """The outputs at all vertices, times ``scale``, of shape (functions, 2^n); ``without`` leaves out one gate."""
        x = 1 - 2 * bits(self.rows.shape[1])
        active = np.maximum(0, x @ self.rows.T + self.shifts)
        weights = self.weights if without is None else np.delete(self.weights, without, axis=1)
        active = active if without is None else np.delete(active, without, axis=1)
        return weights @ active.T + self.constant[:, None]

    def sizes(self) -> np.ndarray:
        """The number of gates that each function uses: those with a weight that is not 0; shape (functions,)."""
        return (self.weights != 0).sum(axis=1)


def vertex_circuits(values: np.ndarray) -> Circuits:
    """Circuits with one gate for each vertex but the first, for integer functions of shape (functions, 2^n)."""
    values = np.asarray(values)
    n = int(values.shape[1]).bit_length() - 1
    corners = 1 - 2 * bits(n)[1:]
    return Circuits(corners, np.full(len(corners), 1 - n), values[:, 1:] - values[:, :1], values[:, 0], 1)


def fourier_circuits(values: np.ndarray) -> Circuits:
    """Circuits with one gate for each element of each set with a coefficient that is not 0, for integer functions of
    shape (functions, 2^n). The gates are max(0, 2 T - 2 j) with the number T of elements of the set where x is -1."""
    values = np.asarray(values)
    n = int(values.shape[1]).bit_length() - 1
    coefficients, members = transform(values), bits(n)
    sets, places = np.nonzero(np.arange(n) < members.sum(axis=1)[:, None])
    waves = np.where(places == 0, -1, -2 * (-1) ** places)
    return Circuits(-members[sets], members[sets].sum(axis=1) - 2 * places, coefficients[:, sets] * waves,
                    coefficients.sum(axis=1), 2**n)  # fmt: skip
