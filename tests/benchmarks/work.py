"""What the benchmarks measure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Work:
    """A kind of work: a section of the table.

    ``grows_with`` names what ``x`` counts in each row; ``best`` is the best known complexity in it, with its source;
    ``limit`` says what bounds our speed (memory bandwidth, BLAS, output size, interpreter).
    """

    name: str
    grows_with: str
    best: str
    limit: str
