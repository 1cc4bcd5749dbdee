"""Rows of integers packed into one integer each, and their spelling in documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from certs.checker import Replay, need

NUMBER = "(?:0|-?[1-9][0-9]{0,3999})"
ROW = re.compile(f"{NUMBER}(?: {NUMBER})*+")


def strings(value: Any, what: str) -> list[str]:
    """A list of strings, or reject."""
    need(type(value) is list and all(type(text) is str for text in value), f"{what} must be a list of strings")
    return list(value)


def vectors(value: Any, what: str) -> list[list[int]]:
    """Rows of equally many decimal integers, each row a string with single spaces between them."""
    rows = []
    for text in strings(value, what):
        need(ROW.fullmatch(text) is not None, f"{what} must be decimal integers with single spaces between them")
        rows.append([int(word) for word in text.split(" ")])
    need(len({len(row) for row in rows}) <= 1, f"{what} are not of equal length")
    return rows


def charge(k: Replay, operations: int, bits: int) -> None:
    """Pay for so many operations on integers of so many bits."""
    k.charge(operations * (1 + bits // 50_000))


def pack(row: Sequence[int], width: int) -> int:
    """sum_j row[j] * 2^(width * j) for |row[j]| < 2^(width - 1); ``width`` is a multiple of 8."""
    offset = 1 << (width - 1)
    shifted = b"".join([(x + offset).to_bytes(width // 8, "little") for x in row])
    return int.from_bytes(shifted, "little") - offset * ones(len(row), width)


def ones(count: int, width: int) -> int:
    """sum_{j < count} 2^(width * j)."""
    return ((1 << (width * count)) - 1) // ((1 << width) - 1)


def combinations(k: Replay, selectors: Sequence[int], count: int, rows: Sequence[int], bits: int) -> list[int]:
    """For each selector the sum of those of ``count`` packed rows (of so many bits) whose bit is 1, the first row's
    bit being the most significant. The rows go in eights, with a table of the 256 sums of each: eight times fewer
    additions than one by one (the method of the Four Russians)."""
    size = -(-count // 8)
    charge(k, size * (256 + len(selectors)), bits)
    codes = [(s << (8 * size - count)).to_bytes(size, "big") for s in selectors]
    sums = [0] * len(selectors)
    for group in range(size):
        eight = [*rows[8 * group : 8 * group + 8], *[0] * 7][:8]
        table = [0] * 256
        for code in range(1, 256):
            low = code & -code
            table[code] = table[code ^ low] + eight[8 - low.bit_length()]
        for i, spelled in enumerate(codes):
            sums[i] += table[spelled[group]]
    return sums
