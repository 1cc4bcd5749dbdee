"""Every committed certificate under mutation: one field changed, and the checker rejects it, or what it then proves
is not refuted by the evaluator, which shares no code with the checker."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import evaluator
import pytest

from certs import checker
from certs.checker import Rejected, check, parse, read_goal
from certs.language import ARITY, Terms

STORE = Path(__file__).resolve().parents[2] / "certs" / "store"
CERTIFICATES = sorted(STORE.rglob("*.json"))
OPERATIONS = [*sorted(ARITY), "lam", "forall", "exists", "var", "num", "def"]
RULES = ["assume", "implies_intro", "implies_elim", "and_elim", "cases", "forall_intro", "forall_elim", "exists_intro",
         "exists_elim", "equality", "induction", "ring", "rewrite", "positivstellensatz", "compute", "lemma", "truth",
         "enclosure", "derivative", "mean_value", "definition", "gram", "choice", "contradiction"]  # fmt: skip
NUMBERS = ["0", "1", "-1", "2", "1/2", "-1/2", "3", "10", "1000000"]
Path_ = tuple[Any, ...]

pytestmark = pytest.mark.skipif(not CERTIFICATES, reason="no certificates in the store")


@pytest.fixture(autouse=True)
def small_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants may ask for much more work than the certificate; what they ask for is not the matter here."""
    monkeypatch.setattr(checker, "WORK", 20_000_000)


def load(path: Path) -> dict[str, Any]:
    return parse(path.read_bytes())


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The path of every leaf and of every list."""
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        yield path
        for i, item in enumerate(value):
            yield from places(item, (*path, i))
    else:
        yield path


def at(document: Any, path: Path_) -> Any:
    for key in path:
        document = document[key]
    return document


def variations(value: Any, rng: random.Random) -> list[Any]:
    """Other values for a leaf or list: numbers moved, names exchanged, entries dropped, doubled, swapped."""
    if value is None:
        return [0, 1, []]
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        other = rng.randrange(value + 2) if value >= 0 else 1
        return [x for x in (value + 1, value - 1, 0, other, -value) if x != value]
    if isinstance(value, str):
        if value in ARITY or value in OPERATIONS:
            same = [op for op in ARITY if ARITY[op] == ARITY.get(value, 3) and op != value]
            return [*rng.sample(same, min(3, len(same))), rng.choice([op for op in OPERATIONS if op != value])]
        if value in RULES:
            return rng.sample([r for r in RULES if r != value], 3)
        if value.lstrip("-")[:1].isdigit():
            moved = [str(-int(value)), str(int(value) + 1)] if value.lstrip("-").isdigit() else [value + "1"]
            return [x for x in [*moved, *rng.sample(NUMBERS, 3)] if x != value]
        if "->" in value or value in ("int", "real", "bool", "V"):
            return [x for x in ("int", "real", "V", "int->real", "real->real", "int->int") if x != value]
        return [value + "_", "x", ""]
    if isinstance(value, list) and value:
        i = rng.randrange(len(value))
        j = rng.randrange(len(value))
        dropped, doubled = value[:i] + value[i + 1 :], [*value[: i + 1], value[i], *value[i + 1 :]]
        swapped = list(value)
        swapped[i], swapped[j] = swapped[j], swapped[i]
        return [x for x in (dropped, doubled, swapped, []) if x != value]
    return [[0]]


def accepted(document: dict[str, Any]) -> bool:
    try:
        check(document)
    except (Rejected, RecursionError):
        return False
    return True


def same_formula(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two goals are one formula up to the names of bound variables, with the same definitions."""
    terms = Terms()
    a, _ = read_goal(terms, one)
    known, terms.definitions = terms.definitions, {}
    try:
        b, _ = read_goal(terms, other)
    except Rejected:
        return False
    return a == b and all(terms.definitions.get(name) == body for name, body in known.items())


def attack(original: dict[str, Any], rounds: Iterator[tuple[Path_, int]], seed: str) -> dict[str, int]:
    """Mutate a certificate in place, one field at a time; counts what became of the mutants."""
    counts = {"rejected": 0, "same goal": 0, "other goal": 0}
    document = copy.deepcopy(original)
    for path, turn in rounds:
        value = at(original, path)
        options = variations(value, random.Random(f"{seed}{path}"))
        if turn >= len(options) or not path:
            continue
        holder = at(document, path[:-1])
        holder[path[-1]] = options[turn]
        try:
            if not accepted(document):
                counts["rejected"] += 1
            elif path[0] not in ("goal", "verdict") or same_formula(original["goal"], document["goal"]):
                counts["same goal"] += 1
            else:
                counts["other goal"] += 1
                for trust in (False, True):
                    found, _ = evaluator.judge(document["goal"], seed=seed, trust=trust, verdict=document["verdict"])
                    assert found is not False, f"accepted, but false: {path} from {value!r} to {options[turn]!r}"
        finally:
            holder[path[-1]] = copy.deepcopy(value)
    return counts


def test_mutants_of_a_sample() -> None:
    """A few mutations of each of some certificates, small ones first."""
    rng = random.Random(20)
    by_size = sorted(CERTIFICATES, key=lambda p: p.stat().st_size)
    chosen = by_size[:12] + rng.sample(by_size, min(12, len(by_size)))
    total: dict[str, int] = {}
    for path in chosen:
        document = load(path)
        every = list(places(document))
        count = max(2, min(40, 400_000 // path.stat().st_size))
        rounds = [(rng.choice(every), rng.randrange(4)) for _ in range(count)]
        for key, n in attack(document, iter(rounds), path.name).items():
            total[key] = total.get(key, 0) + n
    assert total["rejected"] > 20 * total["other goal"]
    assert total["rejected"] > 3 * total["same goal"]


@pytest.mark.nightly
@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda p: p.stem)
def test_all_mutants(path: Path) -> None:
    """Every mutation of every field of a small certificate; of a larger one as many as take a few minutes."""
    document = load(path)
    every = [(place, turn) for place in places(document) for turn in range(5)]
    most = max(300, 12_000_000 // path.stat().st_size)
    if len(every) > most:
        every = random.Random(path.name).sample(every, most)
    attack(document, iter(every), path.name)


def dropped_premises(document: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """Steps whose witness names its premises, and the place of a premise that it uses."""
    for number, (rule, premises, _, data) in enumerate(document["steps"]):
        if rule == "positivstellensatz":
            in_cone = {i for cone, _ in data for _, facts, _ in cone for i in facts}
            for i in in_cone | {i for _, ideal in data for _, i in ideal}:
                if i < len(premises) and premises.count(premises[i]) == 1:
                    yield number, i
        elif rule in ("lemma", "enclosure", "cases", "induction", "mean_value", "implies_elim"):
            yield from ((number, i) for i in range(len(premises)))


def test_dropped_premises_are_missed() -> None:
    """A fact that a witness uses cannot be left out."""
    rng = random.Random(5)
    tried = 0
    for path in rng.sample(CERTIFICATES, min(10, len(CERTIFICATES))):
        document = load(path)
        uses = list(dropped_premises(document))
        for number, i in rng.sample(uses, min(6, len(uses))):
            step = document["steps"][number]
            premises = step[1]
            step[1] = premises[:i] + premises[i + 1 :]
            assert not accepted(document), (path.name, number, i)
            step[1] = premises
            tried += 1
    assert tried


def test_hypotheses_of_the_goal_are_used_or_harmless() -> None:
    """The goal with a hypothesis replaced by a trivial one: not proved by the same steps unless it was not used."""
    rng = random.Random(11)
    refused = 0
    for path in rng.sample(CERTIFICATES, min(25, len(CERTIFICATES))):
        document = load(path)
        rows = document["goal"]["terms"]
        implications = [i for i, row in enumerate(rows) if row[0] == "=>"]
        comparisons = [i for i, row in enumerate(rows) if row[0] in ("<=", "<") and row[1] != row[2]]
        for i in rng.sample(implications, min(2, len(implications))):
            earlier = [c for c in comparisons if c < i]
            if not earlier:
                continue
            row = rows[i]
            rows[i] = ["=>", rng.choice(earlier), row[2]]
            if rows[i] != row:
                if accepted(document):
                    found, _ = evaluator.judge(document["goal"], verdict=document["verdict"], instances=20)
                    assert found is not False, (path.name, i)
                else:
                    refused += 1
            rows[i] = row
    assert refused


def test_accepted_goals_are_not_false() -> None:
    """The evaluator refutes no goal of the store, on a sample; with trust in hypotheses, none is even suspect."""
    rng = random.Random(3)
    for path in rng.sample(CERTIFICATES, min(30, len(CERTIFICATES))):
        document = json.loads(path.read_bytes())
        for trust in (False, True):
            found, _ = evaluator.judge(document["goal"], seed=path.name, trust=trust, instances=4,
                                       verdict=document["verdict"])  # fmt: skip
            assert found is not False, (path.name, trust)


@pytest.mark.nightly
@pytest.mark.parametrize("path", CERTIFICATES, ids=lambda p: p.stem)
def test_accepted_goals_are_not_false_on_many_instances(path: Path) -> None:
    document = json.loads(path.read_bytes())
    for trust in (False, True):
        found, _ = evaluator.judge(document["goal"], seed=path.name, trust=trust, instances=200,
                                   verdict=document["verdict"])  # fmt: skip
        assert found is not False, trust
