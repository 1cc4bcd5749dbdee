"""The record of a campaign: the results of its shards on disk, so that a campaign that was stopped can go on.

A file of lines, each with a checksum, that only ever grows: whatever ends the process that writes it, what was written
before is still there, and a line that was cut off counts as none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Shard = tuple[int, int]  # number, and how many instances were asked for


class Record:
    """The shards that a file has; see :func:`numerics.falsify.run_shards` for what one is.

    ``conflict`` says which came out twice and not the same, and what that means; it is None while there is none.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there, dropping damaged lines."""
        self.path = path
        self.conflict: str | None = None
        self._digests: dict[Shard, str] = {}
        self._places: dict[Shard, int] = {}
        for place, line in self._lines():
            if (opened := _opened(line)) and self._is_new(*opened[:2]):
                self._places[opened[0]] = place

    def __contains__(self, shard: Shard) -> bool:
        return shard in self._digests

    def add(self, results: Iterable[dict[str, Any]]) -> None:
        """Write results down, and let the disk have them, before this returns; what is there already is left out."""
        lines = b"".join(line for shard, digest, line in map(_line, results) if self._is_new(shard, digest))
        if not lines:
            return
        with self.path.open("a+b", buffering=0) as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 1))
            torn = stream.read() not in (b"", b"\n")
            stream.write(b"\n" * torn + lines)
            os.fsync(stream.fileno())

    def results(self, shards: Iterable[Shard]) -> Iterator[dict[str, Any]]:
        """The results of those of some shards that the file had when it was read, in the order of their numbers."""
        for shard in sorted(set(shards) & self._places.keys()):
            with self.path.open("rb") as stream:
                stream.seek(self._places[shard])
                opened = _opened(stream.readline())
            assert opened is not None and opened[0] == shard, f"{self.path} was changed while it was read"
            yield json.loads(opened[2])

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        place = 0
        if self.path.is_file():
            with self.path.open("rb") as stream:
                for line in stream:
                    yield place, line
                    place += len(line)

    def _is_new(self, shard: Shard, digest: str) -> bool:
        """Take note of a shard; whether it was not there."""
        is_new = shard not in self._digests
        if self._digests.setdefault(shard, digest) != digest:
            self.conflict = (
                f"shard {shard[0]} came out twice and not the same: the sampler draws from more than its rng, or two "
                "machines compute differently; mend that, then type the command again with --fresh"
            )
        return is_new


def _line(result: dict[str, Any]) -> tuple[Shard, str, bytes]:
    """A shard, the digest of its result, and both in a line: digest, number, instances asked for, packed JSON."""
    shard = (result["shard"], result["asked"])
    text = json.dumps(result, separators=(",", ":"), allow_nan=False).encode()
    digest = _digest(shard, text)
    return shard, digest, b"%s %d %d %s\n" % (digest.encode(), *shard, base64.b64encode(zlib.compress(text)))


def _opened(line: bytes) -> tuple[Shard, str, bytes] | None:
    """Shard, digest and JSON of a line; None for a line that is not whole."""
    try:
        digest, number, asked, packed = line.removesuffix(b"\n").split(b" ")
        shard, text = (int(number), int(asked)), zlib.decompress(base64.b64decode(packed, validate=True))
    except (ValueError, zlib.error):
        return None
    whole = line.endswith(b"\n") and digest.decode(errors="replace") == _digest(shard, text)
    return (shard, digest.decode(), text) if whole else None


def _digest(shard: Shard, text: bytes) -> str:
    return hashlib.sha256(b"%d %d %s" % (*shard, text)).hexdigest()[:32]
