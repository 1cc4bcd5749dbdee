"""ReLU networks with any number of inputs, outputs and layers, exactly: composed, added, joined, maximised, counted.

A network A_{k+1} o ReLU o A_k o ... o ReLU o A_1 with rational weights is held with integer weights and one positive
integer by which its outputs are divided; ReLU commutes with positive factors, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

SAFE = 2**62  # what is bounded by this fits into int64


@dataclass(frozen=True)
class Net:
    """A network: layer l maps v to weights[l] v + biases[l], all but the last are followed by max(0, .), and the
    outputs are divided by ``scale``. The arrays hold integers, of shapes (out, in) and (out,)."""

    weights: tuple[Any, ...]
    biases: tuple[Any, ...]
    scale: int = 1

    def __post_init__(self) -> None:
        if len(self.weights) != len(self.biases) or not self.weights:
            raise ValueError(f"{len(self.weights)} weight matrices and {len(self.biases)} bias vectors")
        if type(self.scale) is not int or self.scale < 1:
            raise ValueError(f"the outputs are divided by {self.scale!r}: need a positive integer")
        width = self.inputs
        for layer, (w, b) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            if w.ndim != 2 or b.ndim != 1 or w.shape != (len(b), width):
                raise ValueError(f"layer {layer}: weights {w.shape} and biases {b.shape} after {width} units")
            width = len(b)

    @property
    def inputs(self) -> int:
        """The number of inputs."""
        return int(self.weights[0].shape[1])

    @property
    def outputs(self) -> int:
        """The number of outputs."""
        return len(self.biases[-1])

    @property
    def widths(self) -> list[int]:
        """The widths of the hidden layers."""
        return [len(b) for b in self.biases[:-1]]

    @property
    def depth(self) -> int:
        """One more than the number of hidden layers."""
        return len(self.biases)

    @property
    def size(self) -> int:
        """The number of gates."""
        return sum(self.widths)


def net(weights: Sequence[Any], biases: Sequence[Any], scale: int = 1) -> Net:
    """A network from nested sequences or arrays of integers."""

    def exact(values: Any) -> Any:
        array = np.array(values, dtype=object)
        if not all(isinstance(v, (int, np.integer)) for v in array.flat):
            raise TypeError("weights must be integers; put a common denominator into scale")
        return np.array([int(v) for v in array.flat], dtype=object).reshape(array.shape)

    return Net(tuple(exact(w) for w in weights), tuple(exact(b) for b in biases), scale)


def evaluate(f: Net, points: Any) -> Any:
    """The outputs at integer points (P, inputs), times ``f.scale``: exact integers of shape (P, outputs).

    In int64 while no sum can reach 2^62, with Python integers otherwise.
    """
    values = np.asarray(points, dtype=object)
    if values.ndim != 2 or values.shape[1] != f.inputs:
        raise ValueError(f"points of shape {values.shape}: need (P, {f.inputs})")
    largest = max((abs(int(v)) for v in values.flat), default=0)
    for layer, (w, b) in enumerate(zip(f.weights, f.biases, strict=True), start=1):
        rows = [sum(abs(int(v)) for v in row) * largest + abs(int(c)) for row, c in zip(w, b, strict=True)]
        largest = max(rows, default=0)
        kind = "int64" if largest < SAFE else object
        values = values.astype(kind) @ w.T.astype(kind) + b.astype(kind)
        if layer < f.depth:
            values = np.maximum(values, 0)
    return values.astype(object)


def compose(g: Net, f: Net) -> Net:
    """g after f: the last layer of f and the first of g are one affine map (Lemma 2.A.2 of mukherjee2020)."""
    if g.inputs != f.outputs:
        raise ValueError(f"{f.outputs} outputs cannot be {g.inputs} inputs")
    middle = g.weights[0] @ f.weights[-1], g.weights[0] @ f.biases[-1] + f.scale * g.biases[0]
    later = [f.scale * b for b in g.biases[1:]]
    return Net((*f.weights[:-1], middle[0], *g.weights[1:]), (*f.biases[:-1], middle[1], *later), f.scale * g.scale)


def stack(f: Net, g: Net) -> Net:
    """The outputs of f, then those of g, two networks of equal depth with the same inputs."""
    if f.inputs != g.inputs or f.depth != g.depth:
        raise ValueError(f"inputs {f.inputs} and {g.inputs}, depths {f.depth} and {g.depth}: need equal ones")
    weights, biases = [], []
    for layer, (v, w, a, b) in enumerate(zip(f.weights, g.weights, f.biases, g.biases, strict=True), start=1):
        if layer == f.depth:
            v, a, w, b = v * g.scale, a * g.scale, w * f.scale, b * f.scale
        if layer == 1:
            both = np.concatenate([v, w])
        else:
            both = np.zeros((len(v) + len(w), v.shape[1] + w.shape[1]), dtype=object)
            both[: len(v), : v.shape[1]], both[len(v) :, v.shape[1] :] = v, w
        weights.append(both)
        biases.append(np.concatenate([a, b]))
    return Net(tuple(weights), tuple(biases), f.scale * g.scale)


def affine_output(f: Net, matrix: Any, shift: Any) -> Net:
    """The outputs v of f replaced by matrix v + shift (integers); depth and size stay."""
    return compose(net([matrix], [shift]), f)


def add(f: Net, g: Net) -> Net:
    """f + g, of equal depth (Lemma 2.A.3)."""
    unit = np.eye(f.outputs, dtype=int)
    return affine_output(stack(f, g), np.concatenate([unit, unit], axis=1), [0] * f.outputs)


def affine(matrix: Any, shift: Any, narrow: bool = False) -> Net:
    """The affine map v -> matrix v + shift with one hidden layer: two gates for each output (Lemma 2.A.5), or, where
    ``narrow``, for each input."""
    layer = net([matrix], [shift])
    (w,), (b,) = layer.weights, layer.biases
    if narrow:
        unit = np.eye(layer.inputs, dtype=int)
        return net([np.concatenate([unit, -unit]), np.concatenate([w, -w], axis=1)], [[0] * 2 * layer.inputs, b])
    unit = np.eye(layer.outputs, dtype=int)
    return net([np.concatenate([w, -w]), np.concatenate([unit, -unit], axis=1)],
               [np.concatenate([b, -b]), [0] * layer.outputs])  # fmt: skip


def pad(f: Net, layers: int) -> Net:
    """The same function with some layers more, each of two gates for each output."""
    identity = affine(np.eye(f.outputs, dtype=int), [0] * f.outputs)
    for _ in range(layers):
        f = compose(identity, f)
    return f


def maximum_of_two(gates: int = 3) -> Net:
    """max(x, y) with one hidden layer: of 4 gates, x + y, - x - y, x - y and y - x (Figure 2.A.1), or of 3."""
    if gates == 4:
        return net([[[1, 1], [-1, -1], [1, -1], [-1, 1]], [[1, -1, 1, 1]]], [[0] * 4, [0]], 2)
    if gates == 3:
        return net([[[1, -1], [0, 1], [0, -1]], [[1, 1, -1]]], [[0] * 3, [0]])
    raise ValueError(f"{gates} gates: this module knows of 3 and 4")


def maximum(nets: Sequence[Net], gates: int = 3) -> Net:
    """The maximum of networks with one output (Lemma 2.A.4), halved again and again; the shorter of two is padded."""
    if len(nets) == 1:
        return nets[0]
    half = len(nets) // 2
    f, g = maximum(nets[:half], gates), maximum(nets[half:], gates)
    f, g = pad(f, g.depth - f.depth), pad(g, f.depth - g.depth)
    return compose(maximum_of_two(gates), stack(f, g))


def minimum(nets: Sequence[Net], gates: int = 3) -> Net:
    """The minimum, as minus the maximum of minus the networks: last layers change sign."""
    return affine_output(maximum([affine_output(f, [[-1]], [0]) for f in nets], gates), [[-1]], [0])


def random_net(rng: Any, widths: Sequence[int], largest: int = 3) -> Net:
    """A network of the given widths, inputs and outputs included, with random integer weights."""
    shapes = list(zip(widths[1:], widths[:-1], strict=True))
    return net([rng.integers(-largest, largest + 1, size=s) for s in shapes],
               [rng.integers(-largest, largest + 1, size=s[0]) for s in shapes])  # fmt: skip
