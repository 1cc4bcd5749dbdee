"""Lemmas for Coq about steps of certificates: what one is, and how numbers and terms are written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from certs.language import Terms
from certs.rules.polynomial import MAX_POWER


class NoCounterpart(Exception):
    """Why a step has no plain counterpart in Coq."""


@dataclass(frozen=True)
class Lemma:
    """A statement for Coq with its proof.

    ``false`` is a variant that is false wherever the hypotheses hold; ``absurd`` says that they never do.
    """

    rule: str
    library: str  # the file of theorems/formal that it needs
    statement: str
    proof: str
    false: str | None = None
    absurd: str | None = None


@dataclass(frozen=True)
class Step:
    """A step of one of the rules: its lemma, or why it has none. ``legend`` tells what variables stand for."""

    number: int
    rule: str
    lemma: Lemma | None
    reason: str = ""
    legend: tuple[tuple[str, str], ...] = ()


def shown(t: Terms, term: int, depth: int = 6) -> str:
    """A term for a reader, as an expression with prefix operations, cut off below a depth."""
    op, *rest = t.nodes[term]
    if op == "num":
        return str(Fraction(*rest))
    if op in ("var", "bound"):
        return str(rest[0]) if op == "var" else f"#{rest[0]}"
    if depth == 0:
        return "..."
    return f"{op}({', '.join(shown(t, c, depth - 1) for c in t.children(term))})"


def rational(value: Fraction) -> str:
    top = str(value.numerator) if value >= 0 else f"({value.numerator})"
    return top if value.denominator == 1 else f"({top} / {value.denominator})"


def constant(t: Terms, term: int) -> Fraction | None:
    """The value of a term that consists of numbers alone, None for any other one."""
    op, *rest = t.nodes[term]
    if op == "num":
        return Fraction(*rest)
    if op not in ("+", "-", "*", "/", "^", "neg"):
        return None
    values = [constant(t, c) for c in rest]
    if None in values:
        return None
    a, b = (values * 2)[:2]
    if (op == "/" and b == 0) or (op == "^" and not 0 <= b <= MAX_POWER):
        return None
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "^": lambda: a ** int(b),
            "neg": lambda: -a}[op]()  # fmt: skip


def wrapped(text: str, own: int, level: int) -> str:
    return text if own >= level else f"({text})"
