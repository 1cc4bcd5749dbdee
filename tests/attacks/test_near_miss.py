"""No near miss is accepted, of any rule; and the true steps next to them are."""

import random
import time
from typing import Any

import mpmath
import near_misses as nm
import pytest
from near_misses import GENERATORS, Bench, answer, attempted, document, proves, shown

from certs.checker import canonical, parse
from certs.rules import RULES
from certs.rules.lemma import ENTRIES

SLICE, NIGHTLY = 300, 100_000
ENTRY = 100  # attempts at each entry of the table of facts


@pytest.fixture(autouse=True)
def fifty_digits():
    """The second opinion needs its precision, whatever another module has set."""
    with mpmath.workdps(50):
        yield


def attack(name: str, count: int, seed: int, documents: int) -> tuple[int, int]:
    """Run a generator; returns how many attempts were made and how many reached the rule."""
    rule, generate = GENERATORS[name]
    reached = 0
    for turn in range(count):
        r, b = random.Random(f"{name} {seed} {turn}"), Bench()
        a = generate(r, b, True)
        as_document = answer(b, rule, a) if turn < documents or turn % 100 == 99 else None
        status, found = attempted(b, rule, a)
        reached += status != "untyped"
        assert not proves(found, a.claim), f"accepted: {shown(b, rule, a)}"
        if as_document is not None:
            assert as_document, f"accepted as a document: {shown(b, rule, a)}"
            if found is None:
                assert as_document.startswith(f"step {len(b.made)} ({rule!r})"), as_document
    return count, reached


def test_every_rule_has_near_misses() -> None:
    """Every rule, every entry of the table of facts."""
    assert {rule for rule, _ in GENERATORS.values()} == set(RULES)
    assert {name[6:] for name in GENERATORS if name.startswith("lemma-")} == set(ENTRIES)


@pytest.mark.parametrize("name", GENERATORS)
def test_the_true_instances_are_accepted(name: str) -> None:
    """What is perturbed is a step that the rule accepts, alone and in a document."""
    rule, generate = GENERATORS[name]
    for turn in range(25):
        r, b = random.Random(f"{name} true {turn}"), Bench()
        a = generate(r, b, False)
        if turn < 3:
            assert parse(canonical(document(b, rule, a)))
            assert "'proves." in answer(b, rule, a)  # every step stands; the goal of such a document is false
        status, _ = attempted(b, rule, a)
        assert status == "accepted", shown(b, rule, a)


@pytest.mark.parametrize("name", GENERATORS)
def test_near_misses(name: str) -> None:
    """A slice of each; at least nine in ten reach the rule."""
    made, reached = attack(name, ENTRY if name.startswith("lemma-") else SLICE, 0, 5)
    assert reached >= 0.9 * made, f"{name}: only {reached} of {made} reach the rule"


@pytest.mark.nightly
@pytest.mark.parametrize("name", GENERATORS)
def test_near_misses_all_night(name: str) -> None:
    """A hundred thousand a rule (of the table of facts: a hundred thousand over its entries)."""
    count = -(-NIGHTLY // len(ENTRIES)) if name.startswith("lemma-") else NIGHTLY
    made, reached = attack(name, count, time.time_ns(), 5)
    assert reached >= 0.9 * made, f"{name}: only {reached} of {made} reach the rule"


def test_weak_is_weak() -> None:
    """The weakened atoms of the logical rules hold somewhere where the atoms fail: the sides are moved apart to see."""
    for turn in range(200):
        r, b = random.Random(turn), Bench()
        x, y = b.var("x"), b.var("y")
        strong = nm.atom(r, b, x, y)
        loose = nm.weak(r, b, strong)

        def value(term: int, at: int | nm.Fraction, b: Bench = b, x: int = x, y: int = y) -> Any:
            return nm.ev(_tree(b, b.t.substitute(term, {x: b.n(at), y: b.n(0)})), {})

        left, right = b.t.nodes[strong][1:]
        scale = value(left, 1) - value(left, 0)
        gaps = [value(right, 0) - value(left, 0) + nm.Fraction(d, 2) for d in (-2, -1, 0, 1, 2)]
        assert any(value(loose, g / scale) and not value(strong, g / scale) for g in gaps)


def _tree(b: Bench, term: int) -> nm.Tree:
    op, *args = b.t.nodes[term]
    if op == "num":
        return nm.num(nm.Fraction(*args))
    return (op, *(_tree(b, a) for a in args))
