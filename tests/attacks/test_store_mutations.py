"""Accepted implies true: certificates of the store with one field changed, and their goals before a second evaluator.

A mutated certificate is rejected, or what it now claims is not false to an evaluator that shares no code with the
checker. The ordinary run takes a fixed sample; ``-m nightly`` takes every leaf of every certificate.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evaluator import judge

from certs.checker import canonical, check, parse
from certs.language import ARITY, BINDERS, Rejected

STORE = Path(__file__).parent.parent.parent / "certs" / "store"
FILES = sorted(STORE.rglob("*.json"))
NAMES = [f.relative_to(STORE).as_posix() for f in FILES]
SMALL = [n for n in NAMES if (STORE / n).stat().st_size < 40_000]
ORDINARY = SMALL + random.Random(0).sample([n for n in NAMES if n not in SMALL], min(4, len(NAMES) - len(SMALL)))
OPERATIONS = [*ARITY, *BINDERS]
Place = tuple[Any, ...]


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """The places of all leaves, and of all lists that are not empty."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from leaves(value[key], (*place, key))
    elif isinstance(value, list):
        if value:
            yield place
        for k, item in enumerate(value):
            yield from leaves(item, (*place, k))
    else:
        yield place


def at(document: Any, place: Place) -> Any:
    """What stands at a place."""
    for key in place:
        document = document[key]
    return document


def mutated(document: dict[str, Any], place: Place, rng: random.Random) -> dict[str, Any] | None:
    """The document with the field at a place changed; None where the change would be none."""
    result = copy.deepcopy(document)
    if not place:
        return None
    holder, key = at(result, place[:-1]), place[-1]
    old = holder[key]
    if isinstance(old, list):
        kind = rng.randrange(3)
        k = rng.randrange(len(old))
        if kind == 0:
            del old[k]
        elif kind == 1:
            old.insert(k, copy.deepcopy(old[k]))
        else:
            old.reverse()
    elif isinstance(old, bool) or old is None:
        holder[key] = 0
    elif isinstance(old, int):
        holder[key] = max(0, old + rng.choice((-2, -1, 1, 2)))
    elif isinstance(old, str):
        holder[key] = _other(old, rng)
    return result if result != document else None


def _other(text: str, rng: random.Random) -> str:
    if text in OPERATIONS:
        same_arity = [op for op in OPERATIONS if op != text and ARITY.get(op, 0) == ARITY.get(text, 0)]
        return rng.choice(same_arity or OPERATIONS)
    if text.lstrip("-").replace("/", "").isdigit():
        top, _, bottom = text.partition("/")
        return str(int(top) + rng.choice((-1, 1))) + (f"/{bottom}" if bottom else "")
    swaps = {"holds": "fails", "fails": "holds", "int": "real", "real": "int"}
    return swaps.get(text, text + "x")


def verdict(document: dict[str, Any]) -> bool:
    """Whether the checker accepts a document."""
    try:
        check(parse(canonical(document)))
    except Rejected:
        return False
    return True


def survives(document: dict[str, Any], original: dict[str, Any]) -> None:
    """A mutated document is rejected, or claims what the original does, or something that is not false."""
    if verdict(document):
        told = [d["goal"] | {"verdict": d["verdict"]} for d in (document, original)]
        if told[0] != told[1]:
            found, _ = judge(document["goal"], verdict=document["verdict"], instances=20)
            assert found is not False, json.dumps(document["goal"])


def changed(file: Path, count: int | None) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Mutations of a certificate: ``count`` of them, or one at every place."""
    original = json.loads(file.read_bytes())
    places = list(leaves(original))
    rng = random.Random(f"{file.name} {count}")
    for place in places if count is None else rng.sample(places, min(count, len(places))):
        document = mutated(original, place, rng)
        if document is not None:
            yield document, original


def without_a_hypothesis(original: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same certificate for a goal that lacks one hypothesis: an implication is replaced by its conclusion, or a
    conjunction by one of its parts, where it stands in the goal."""
    for k, entry in enumerate(original["goal"]["terms"]):
        parts = {"=>": [entry[-1]], "and": entry[1:]}.get(entry[0], [])
        for part in parts:
            document = copy.deepcopy(original)
            goal = document["goal"]
            for later in goal["terms"][k + 1 :]:
                first = 2 if later[0] in ("def",) else 3 if later[0] in BINDERS else 1
                later[first:] = [part if r == k else r for r in later[first:]]
            goal["formula"] = part if goal["formula"] == k else goal["formula"]
            if document != original:
                yield document


def share(file: Path, units: int) -> int:
    """How many mutations of a file fit into the ordinary run: fewer of a larger one."""
    return max(1, min(8, units // max(1, file.stat().st_size)))


@pytest.mark.skipif(not FILES, reason="the store is empty")
def test_the_store_is_accepted_before_it_is_attacked() -> None:
    smallest = sorted(FILES, key=lambda f: f.stat().st_size)[:20]
    assert all(verdict(json.loads(f.read_bytes())) for f in smallest)


@pytest.mark.parametrize("name", ORDINARY)
def test_a_changed_field_is_rejected_or_harmless(name: str) -> None:
    file = STORE / name
    for document, original in changed(file, share(file, 30_000)):
        survives(document, original)


@pytest.mark.parametrize("name", ORDINARY)
def test_a_dropped_hypothesis_is_missed(name: str) -> None:
    original = json.loads((STORE / name).read_bytes())
    documents = list(without_a_hypothesis(original))
    rng = random.Random(name)
    for document in rng.sample(documents, min(share(STORE / name, 30_000), len(documents))):
        survives(document, original)


@pytest.mark.parametrize("name", random.Random(1).sample(NAMES, min(12, len(NAMES))))
def test_an_accepted_goal_is_not_false(name: str) -> None:
    document = json.loads((STORE / name).read_bytes())
    found, _ = judge(document["goal"], verdict=document["verdict"], instances=3)
    assert found is not False


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_every_field(name: str) -> None:
    for document, original in changed(STORE / name, None):
        survives(document, original)


@pytest.mark.nightly
@pytest.mark.parametrize("name", NAMES)
def test_every_hypothesis_and_every_goal(name: str) -> None:
    original = json.loads((STORE / name).read_bytes())
    for document in without_a_hypothesis(original):
        survives(document, original)
    found, _ = judge(original["goal"], verdict=original["verdict"], instances=60)
    assert found is not False
