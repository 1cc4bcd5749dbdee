"""Certificates that would cost the checker hours or gigabytes are rejected within seconds and 300 MB."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from craft import Bench, Draft, run, spelled

from certs.language import Rejected, Terms

PRIME = 2**61 - 1  # Python's integers hash modulo this


def balanced(d: Draft, op: str, places: Iterable[int]) -> int:
    """A shallow tree of one operation over many terms."""
    items = list(places)
    while len(items) > 1:
        pairs = [items[i : i + 2] for i in range(0, len(items), 2)]
        items = [d.row(op, *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return items[0]


def judged(tmp_path: Path, d: Draft, formula: str | int = "true", seconds: float = 30) -> tuple[int, str]:
    """Check a draft in a process of its own; a checker that needs longer or more memory fails the test."""
    path = tmp_path / "attack.json"
    path.write_bytes(spelled(d.document(formula)))
    return run("check", str(path), seconds=seconds)


def variables(d: Draft, count: int) -> list[int]:
    return [d.row("var", f"x{i}", "real") for i in range(count)]


def many_free_variables(d: Draft) -> None:
    total = balanced(d, "+", variables(d, 2_000))
    terms = [d.row("*", total, x) for x in variables(d, 2_000)]
    for x in terms:
        d.row("exp", d.row("+", x, terms[0]))


def many_hypotheses(d: Draft) -> None:
    previous = d.step("assume", [], ["(< x 0)"])
    for i in range(1, 9_000):
        other = d.step("assume", [], [f"(< x {i})"])
        both = d.step("and_intro", [previous, other])
        previous = d.step("and_elim", [both], [], 0)


def many_premises(d: Draft) -> None:
    previous = d.step("assume", [], ["(< x 0)"])
    for i in range(1, 1_500):
        previous = d.step("and_elim", [d.step("and_intro", [previous, d.step("assume", [], [f"(< x {i})"])])], [], 0)
    d.step("derivative", [previous] * 1_000_000, ["(lam y y)", "x", "2"])


def square_of_a_long_sum(d: Draft) -> None:
    total = balanced(d, "+", variables(d, 6_000))
    square = d.row("*", total, total)
    d.steps.append(["ring", [], [square, square], None])


def many_long_sums(d: Draft) -> None:
    total = balanced(d, "+", variables(d, 2_000))
    for i in range(20_000):
        term = d.row("+", total, d.row("num", str(i)))
        d.steps.append(["ring", [], [term, term], None])


def fractions_with_many_denominators(d: Draft) -> None:
    total = balanced(d, "+", [d.row("num", f"1/{10**1900 + 2 * i + 1}") for i in range(2_000)])
    d.steps.append(["ring", [], [total, total], None])


def doubled_formula(d: Draft) -> None:
    formula = d("(< x y)")
    for _ in range(200):
        formula = d.row("and", formula, formula)
    term = d.row("if", formula, d("1"), d("0"))
    d.steps.append(["ring", [], [term, term], None])


def tower_of_powers(d: Draft) -> None:
    d.step("enclosure", [], ["(< (^ (^ (^ (exp -100000) 1000) 1000) 1000) 1)"], [64])


def root_of_a_tower(d: Draft) -> None:
    d.step("enclosure", [], ["(< (log (^ (^ (exp 100000) 1000) 1000)) 1)"], [600])


def harmonic_sum(d: Draft) -> None:
    d.step("compute", [], ["(< 0 (sum 1 3000000 (lam i (/ 1 i))))"])


def product_of_large_numbers(d: Draft) -> None:
    big = "(/ (^ 3 60000) (^ 2 90000))"
    d.step("compute", [], [f"(< 0 (prod 1 9000000 (lam i (if (= i 1) {big} (if (= (* 2 (floor (/ i 2))) i) 7 1/7)))))"])


def large_generators(d: Draft) -> None:
    entry = "(/ (^ 3 (* i j 900)) (^ 5 (* (+ i j) 900)))"
    d.step("compute", [], [f"(< 0 (vertices 10 30 (lam i (lam j {entry}))))"])


def nested_sums(d: Draft) -> None:
    d.step("compute", [], ["(forall i (=> (and (<= 0 i) (<= i 1000000)) (forall j (=> (and (<= 0 j) (<= j i)) P))))"])


def wide_range(d: Draft) -> None:
    d.step("compute", [], ["(forall i (=> (and (<= 0 i) (<= i 1000000000000)) (= i i)))"])


def wide_sum(d: Draft) -> None:
    d.step("compute", [], ["(= 0 (sum 1 1000000000000 (lam i 0)))"])


def huge_power(d: Draft) -> None:
    d.step("compute", [], ["(< 0 (^ 2 1000000000))"])


def huge_power_of_a_variable(d: Draft) -> None:
    d.step("ring", [], ["(^ (+ x 1) 1000000000)", "(^ (+ 1 x) 1000000000)"])
    d.step("ring", [], ["(^ (+ (+ (+ x y) (+ z q)) (+ s t)) 64)", "0"])


def huge_exponent_in_a_box(d: Draft) -> None:
    d.step("enclosure", [], ["(< (^ 1/2 1000000000) 1)"], [64])


def huge_binomial(d: Draft) -> None:
    d.step("compute", [], ["(< 0 (binomial 1000000000 500000000))"])


def colliding_numbers(d: Draft) -> None:
    for i in range(120_000):
        d.row("num", str(5 + i * PRIME))


def colliding_atoms(d: Draft) -> None:
    total = balanced(d, "+", [d.row("exp", d.row("num", str(5 + i * PRIME))) for i in range(18_000)])
    d.steps.append(["ring", [], [total, total], None])


def long_chain_of_definitions(d: Draft) -> None:
    d.define("D0", "x", "(< x 0)")
    for i in range(1, 15_000):
        d.define(f"D{i}", "x", f"(not (D{i - 1} x))")
    d.step("assume", [], ["(D14999 x)"])
    d.step("definition", [0], ["(< x 0)"])


def doubling_definitions(d: Draft) -> None:
    d.define("D0", "x", "(< x 0)")
    for i in range(1, 40):
        d.define(f"D{i}", "x", f"(and (D{i - 1} (+ x 1)) (D{i - 1} (* x 2)))")
    d.step("assume", [], ["(D39 x)"])
    d.step("definition", [0], ["(< x 0)"])


REFUSED = [
    many_hypotheses, many_premises, square_of_a_long_sum, many_long_sums, fractions_with_many_denominators,
    tower_of_powers, root_of_a_tower, harmonic_sum, product_of_large_numbers, large_generators,
    nested_sums, wide_range, wide_sum, huge_power, huge_power_of_a_variable, huge_exponent_in_a_box,
    huge_binomial, long_chain_of_definitions,
]  # fmt: skip
HARMLESS = [doubled_formula, colliding_numbers, colliding_atoms, many_free_variables]


@pytest.mark.parametrize("attack", REFUSED, ids=lambda f: f.__name__)
def test_refused_with_a_reason(attack: Any, tmp_path: Path) -> None:
    d = Draft(P="bool")
    attack(d)
    code, said = judged(tmp_path, d)
    assert code == 1 and "REJECTED: step " in said, said
    assert "internal error" not in said and "out of memory" not in said


@pytest.mark.parametrize("attack", HARMLESS, ids=lambda f: f.__name__)
def test_no_harm_done(attack: Any, tmp_path: Path) -> None:
    d = Draft()
    attack(d)
    d.step("truth")
    assert judged(tmp_path, d) == (0, "1 accepted, 0 rejected\n")


def test_quadratic_substitution_is_paid_for() -> None:
    """n applications of a function whose body has m terms: n * m visits, though only n + m terms."""
    b = Bench()
    b.replay.terms.work = 1_000_000
    body = balanced(b, "+", [b(f"(* x {i})") for i in range(2_000)])
    many = balanced(b, "+", [b(f"(f (g {i}))") for i in range(2_000)])
    b.define("D", "f g", "0")
    b.definitions[-1][2] = many
    with pytest.raises(Rejected, match="more work"):
        f, g = b.term(b.row("lam", "x", "real", body)), b.term("(lam x 1)")
        b.replay.terms.unfold(b.replay.terms.defined_term("D", f, g))


def test_doubling_definitions_are_paid_for() -> None:
    d = Bench()
    d.replay.terms.work = 300_000
    with pytest.raises(Rejected, match="more work"):
        doubling_definitions(d)
        for step in d.steps:
            d.apply(step[0], step[1], step[2])


def test_regions_are_paid_for() -> None:
    b = Bench()
    b.replay.work = 1_000_000
    assert "more work" in b.refuses("compute", [], ["(< 0 (vertices 12 40 (lam i (lam j (^ i j)))))"])


def test_too_many_terms() -> None:
    terms = Terms()
    with pytest.raises(Rejected, match="more than 400000 terms"):
        for i in range(400_001):
            terms.num(i)


def test_steps_take_linear_time(tmp_path: Path) -> None:
    d = Draft()
    for _ in range(100_000):
        d.step("truth")
    start = time.perf_counter()
    assert judged(tmp_path, d)[0] == 0
    assert time.perf_counter() - start < 15
    d.step("truth")
    assert "more than 100000 steps" in judged(tmp_path, d)[1]


@pytest.mark.parametrize("link", [False, True])
def test_a_pipe_is_not_read(tmp_path: Path, link: bool) -> None:
    os.mkfifo(tmp_path / ("pipe" if link else "pipe.json"))
    if link:
        (tmp_path / "pipe.json").symlink_to("pipe")
    code, said = run("check", str(tmp_path), seconds=10)
    assert code == 1 and "pipe.json: REJECTED: not a file" in said
