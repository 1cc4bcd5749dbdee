"""Writing terms, steps and certificates by hand, without the engines: S-expressions and a bench for single rules.

``(forall x (=> (< 0 x) (< 1 (exp x))))``. The sort of a variable follows from its first letter, so that tests stay
short: i j k l m n are integers; u v w vectors of V; f g h real->real; a b c sequences int->real; r sequences of
vectors int->V; N sequences int->int; P Q propositions; everything else is real. ``sorts`` overrides.
A list whose head is no operation applies a function (curried) or a definition.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from certs.checker import Rejected, Replay, Sequent
from certs.language import ARITY, BINDERS

ROOT = Path(__file__).resolve().parents[2]
SORTS = {**dict.fromkeys("ijklmn", "int"), **dict.fromkeys("uvw", "V"), **dict.fromkeys("fgh", "real->real"),
         **dict.fromkeys("abc", "int->real"), "r": "int->V", "N": "int->int", "P": "bool", "Q": "bool"}  # fmt: skip
NUMBER = re.compile(r"-?[0-9]+(/[0-9]+)?")
Expression = str | list[Any]


def parse(text: str) -> Expression:
    """Read one S-expression."""
    tokens = re.findall(r"[()]|[^\s()]+", text)
    stack: list[list[Any]] = [[]]
    for token in tokens:
        if token == "(":
            stack.append([])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token)
    (result,) = stack[0]
    return result  # type: ignore[no-any-return]


class Draft:
    """A certificate being written: one table of rows, definitions, steps."""

    def __init__(self, **sorts: str) -> None:
        self.rows: list[list[Any]] = []
        self.definitions: list[list[Any]] = []
        self.steps: list[list[Any]] = []
        self.sorts = sorts
        self._place: dict[str, int] = {}
        self._names: set[str] = set()

    def row(self, *entry: Any) -> int:
        """The place of a row, appended unless it is there already."""
        key = repr(entry)
        if key not in self._place:
            self._place[key] = len(self.rows)
            self.rows.append(list(entry))
        return self._place[key]

    def sort(self, name: str) -> str:
        """The sort of a variable by its name."""
        return self.sorts.get(name) or SORTS.get(name[0], "real")

    def __call__(self, text: str) -> int:
        """The place of the term that an S-expression spells."""
        return self.emit(parse(text))

    def emit(self, e: Expression) -> int:
        if isinstance(e, str):
            if NUMBER.fullmatch(e):
                return self.row("num", e)
            return self.row(e) if e in ("pi", "true", "false") else self.row("var", e, self.sort(e))
        head, *rest = e
        if head in BINDERS:
            *names, body = rest
            result = self.emit(body)
            for name in reversed(names):
                result = self.row(head, name, self.sort(name), result)
            return result
        if isinstance(head, str) and head in ARITY:
            args = [self.emit(x) for x in rest]
            if head in ("+", "*", "and", "or", "=>") and len(args) > 2:  # grouped to the right
                while len(args) > 2:
                    last = args.pop()
                    args[-1] = self.row(head, args[-1], last)
            return self.row(head, *args)
        if isinstance(head, str) and head in self._names:
            return self.row("def", head, *(self.emit(x) for x in rest))
        result = self.emit(head)
        for x in rest:
            result = self.row("app", result, self.emit(x))
        return result

    def define(self, name: str, parameters: str, body: str) -> None:
        """Introduce a definition."""
        places = [self.emit(p) for p in parameters.split()]
        self.definitions.append([name, places, self(body), len(self.rows)])
        self._names.add(name)
        self.row("def", name, *places)  # a row must follow a definition

    def step(self, rule: str, premises: list[int] | tuple[int, ...] = (), terms: list[str] | tuple[str, ...] = (),
             data: Any = None) -> int:
        """Append a step; returns its number."""
        places = [t if isinstance(t, int) else self(t) for t in terms]
        self.steps.append([rule, list(premises), places, data])
        return len(self.steps) - 1

    def document(self, formula: str | int, goal: int | None = None, *, defined: int | None = None,
                 satisfiable: int | None = None, verdict: str = "holds") -> dict[str, Any]:
        """The certificate; the last step proves the goal unless another is named."""
        place = formula if isinstance(formula, int) else self(formula)
        return {
            "claim": "test.claim", "variant": "printed", "format": "marginalia/1", "verdict": verdict,
            "goal": {"definitions": self.definitions, "formula": place, "terms": self.rows},
            "terms": [], "definitions": [], "steps": self.steps,
            "proves": {"goal": len(self.steps) - 1 if goal is None else goal, "defined": defined,
                       "satisfiable": satisfiable},
        }  # fmt: skip


class Bench(Draft):
    """One rule at a time: terms are interned at once and steps are judged by the rules of the checker."""

    def __init__(self, **sorts: str) -> None:
        super().__init__(**sorts)
        self.replay = Replay()
        self._table: list[int] = []
        self._defined = 0

    def term(self, text: str | int) -> int:
        """The index of a term in the bench's table of terms."""
        place = text if isinstance(text, int) else self(text)
        while len(self._table) < len(self.rows):
            for name, parameters, body, at in self.definitions[self._defined :]:
                if at == len(self._table):
                    self._defined += 1
                    self.replay.terms.define(name, [self._table[p] for p in parameters], self._table[body])
            self._table.append(self.replay.terms.read(self.rows[len(self._table)], self._table))
        return self._table[place]

    def apply(self, rule: str, premises: list[int] | tuple[int, ...] = (), terms: list[str] | tuple[str, ...] = (),
              data: Any = None) -> int:
        """Apply a rule; premises are numbers of steps. Raises Rejected."""
        return self.replay.step(rule, list(premises), [self.term(t) for t in terms], data)

    def assume(self, *formulas: str) -> list[int]:
        """One assumption for each formula."""
        return [self.apply("assume", terms=[f]) for f in formulas]

    def last(self) -> Sequent:
        """The sequent of the latest step."""
        return self.replay.steps[-1]

    def concludes(self, text: str) -> bool:
        """Whether the latest step concludes a formula."""
        return self.last().conclusion == self.term(text)

    def refuses(self, rule: str, premises: list[int] | tuple[int, ...] = (), terms: list[str] | tuple[str, ...] = (),
                data: Any = None) -> str:
        """The reason for which a rule rejects a step whose terms are well sorted; fails if it accepts."""
        places = [self.term(t) for t in terms]
        try:
            self.replay.step(rule, list(premises), places, data)
        except Rejected as error:
            return str(error)
        raise AssertionError(f"{rule} accepted what it must reject: step {len(self.replay.steps) - 1}")


def spelled(document: Any) -> bytes:
    """The canonical bytes of a document, spelled without the checker's own code."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def run(*arguments: str, cwd: Path = ROOT, megabytes: int = 300, seconds: float = 60) -> tuple[int, str]:
    """``python -S -E -s -m certs ...`` under a memory limit: exit code and everything it printed."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))

    done = subprocess.run([sys.executable, "-S", "-E", "-s", "-m", "certs", *arguments], cwd=cwd, timeout=seconds,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=limit)  # fmt: skip
    return done.returncode, done.stdout.decode(errors="backslashreplace")
