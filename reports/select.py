"""Selecting claims by what a reader has at hand: an id, a number, a source, a family, a file or a glob."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from theorems.registry import KINDS

Entry = dict[str, Any]  # id, source, kind, number, section, family, file
NUMBER = re.compile(r"\d+([._-]\w+)*")
KIND_AND_NUMBER = re.compile(
    r"(?:(?P<source>\w+)\.)?(?P<kind>[a-z]+)[_ ](?P<number>\d+([._](\d+|[a-z](?![a-z0-9_])))*)", re.IGNORECASE
)


class SelectError(Exception):
    """Nothing, or more than one thing, answers to a word; the message says what does."""


def entry_of(claim: Entry) -> Entry:
    """What selections need of a claim of a report."""
    return {k: claim[k] for k in ("id", "source", "kind", "number", "section", "family", "file", "uses")}


def select(words: Sequence[str], claims: Iterable[Entry], base: Path) -> list[str]:
    """The ids that any of the words selects (all of them without words), in the order of ``claims``.

    ``base`` is the folder that the files of claims are relative to. Raises SelectError for a word that selects
    nothing (with what is nearest) or that is ambiguous (with candidates).
    """
    everything = list(claims)
    if not words:
        return [c["id"] for c in everything]
    chosen = {c["id"] for word in words for c in _one(word, everything, base)}
    return [c["id"] for c in everything if c["id"] in chosen]


def _one(word: str, claims: list[Entry], base: Path) -> list[Entry]:
    for way in (_by_id, _by_group, _by_number, _by_kind):
        if found := way(word, claims):
            return found
    if found := _by_file(word, claims, base) or _by_glob(word, claims):
        return found
    raise SelectError(_unknown(word, claims))


def _local(claim: Entry) -> str:
    return str(claim["id"]).partition(".")[2]


def _by_id(word: str, claims: list[Entry]) -> list[Entry]:
    """A result and the steps of its proof; without the source when one source has it."""
    whole = [c for c in claims if f"{c['id']}.".startswith(word + ".") and "." in word]
    return whole or _alone(word, [c for c in claims if f"{_local(c)}.".startswith(word + ".")])


def _by_group(word: str, claims: list[Entry]) -> list[Entry]:
    return [c for c in claims if c["source"] == word] or [c for c in claims if c["family"] == word]


def _by_number(word: str, claims: list[Entry]) -> list[Entry]:
    """``2.3.5``, ``source.2.3.5``: the statement of that number (an equation when nothing else has it), or else the
    section."""
    source, _, number = word.partition(".")
    if source in {c["source"] for c in claims}:
        claims = [c for c in claims if c["source"] == source]
    else:
        number = word
    if not NUMBER.fullmatch(number):
        return []
    wanted = _plain(number)
    numbered = [c for c in claims if c["number"] and _plain(c["number"]) == wanted]
    found = _alone(word, [c for c in numbered if c["kind"] != "equation"] or numbered)
    if found:
        return found
    section = [c for c in claims if c["section"] and f"{_plain(c['section'])}.".startswith(wanted + ".")]
    sources = sorted({c["source"] for c in section})
    if len(sources) > 1:
        raise SelectError(f"{word} is ambiguous, choose one of: {', '.join(f'{s}.{wanted}' for s in sources)}")
    return section


def _by_kind(word: str, claims: list[Entry]) -> list[Entry]:
    """``theorem_2_3_5``, ``Lemma 2.3.5``: the number decides, whatever its kind, as in pytest -k."""
    match = KIND_AND_NUMBER.fullmatch(word)
    if match is None or match["kind"].lower() not in KINDS:
        return []
    number, kind = _plain(match["number"]), match["kind"].lower()
    near = [c for c in claims if c["number"] and _plain(c["number"]) == number]
    near = [c for c in near if match["source"] in (None, c["source"])]
    near = [c for c in near if (c["kind"] == "equation") == (kind == "equation")]
    return _alone(word, [c for c in near if c["kind"] == kind] or near)


def _by_file(word: str, claims: list[Entry], base: Path) -> list[Entry]:
    """A file, or a folder of files, as found from the working directory or by the end of its name."""
    here = Path(word).resolve()
    found = [c for c in claims if here == base / c["file"] or here in (base / c["file"]).parents]
    return found or [c for c in claims if f"/{c['file']}".endswith("/" + word)]


def _by_glob(word: str, claims: list[Entry]) -> list[Entry]:
    return [c for c in claims if any(fnmatchcase(x, word) for x in (c["id"], _local(c), c["file"]))]


def _alone(word: str, found: list[Entry]) -> list[Entry]:
    """What was found, unless different results answer to the word."""
    results = sorted({".".join(c["id"].split(".")[:2]) for c in found})
    if len(results) > 1:
        raise SelectError(f"{word} is ambiguous, choose one of: {', '.join(results)}")
    return found


def _plain(number: str) -> str:
    return re.sub(r"[_-]", ".", number).lower()


def _unknown(word: str, claims: list[Entry]) -> str:
    fields = [(c["id"], _local(c), c["number"], c["source"], c["family"]) for c in claims]
    known = sorted({name for names in fields for name in names if name})
    near = difflib.get_close_matches(word, known, n=5, cutoff=0.5)
    return f"nothing answers to {word!r}" + (f"; nearest: {', '.join(near)}" if near else "; see `marginalia list`")


def narrow(words: Sequence[str], files: Sequence[Path]) -> list[Path]:
    """The files that words can be about, from their names alone; all of them when that cannot be told."""
    chosen: set[Path] = set()
    for word in words:
        match = KIND_AND_NUMBER.match(word) or NUMBER.fullmatch(word)
        if match is None or any(c in word for c in "*?["):
            wanted = {f for f in files if word in f.parts or Path(word).resolve() in (f, *f.parents)}
        else:
            number = _plain(match[0] if match.re is NUMBER else match["number"]).replace(".", "_")
            wanted = {f for f in files if f.stem.lower().partition("_")[2] == number}
        if not wanted:
            return list(files)
        chosen |= wanted
    return [f for f in files if f in chosen] if words else list(files)
