"""Steps of certificates as lemmas for Coq: a second kernel checks what the rules of our own checker accepted.

A step of the rules below concludes a formula from those of earlier steps. The lemma says that these formulas imply
that one, for all values of their free variables, and has a proof made from the step's witness:

====================  ==============================================================================================
``ring``              the identity, closed by Coq's normal form of polynomials (``lra`` without hypotheses)
``positivstellensatz``  the sum of the witness is positive by the facts, and zero by the same normal form
``compute``           the verified evaluator of ``theorems/formal/evaluation.v``
``enclosure``         ``interval`` of coq-interval, in Coq's own integers
====================  ==============================================================================================

In ``ring`` and ``positivstellensatz`` numbers of both sorts are read as real numbers, and what is not polynomial (a
sum, f(n), a branch) as a variable: a lemma for all real numbers implies one for those that are integers, or sums.
Where the rule tells two different terms equal, because the arguments of a function are equal polynomials, the lemma
has the function, a variable too, at both. Functions of integers may be read as functions of real numbers, since they
extend to them. Division, roots and logarithms outside their domains have some value in Coq as in our language.

Lemmas that differ in the names of variables only are one. Nothing here has a part in a verdict.
"""

from __future__ import annotations

import itertools
import math
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from certs.checker import FORMAT, Replay, check, parse
from certs.language import BINDERS, UNLIMITED, Terms, is_vector
from certs.rules.enclosure import enclose
from certs.rules.interval import Arithmetic, Interval
from certs.rules.polynomial import MAX_POWER, normal, vector
from theorems.assistant import ACCEPTED, INSTALL, LIBRARY, QUIET, Build, coq

RULES = ("ring", "positivstellensatz", "compute", "enclosure")
SECONDS = 300  # for one file of lemmas
BATCH = 400  # lemmas in one file
LETTERS = "ijklmn"
FUNCTIONS = {"exp": "exp", "log": "ln", "sqrt": "sqrt", "abs": "Rabs", "max": "Rmax", "min": "Rmin", "erf": "erf"}


class NoCounterpart(Exception):
    """Why a step has no plain counterpart in Coq."""


@dataclass(frozen=True)
class Lemma:
    """A statement for Coq with its proof. ``false`` is a statement that no true step has, with the same proof."""

    rule: str
    library: str  # the file of theorems/formal that it needs
    statement: str
    proof: str
    false: str | None = None


@dataclass(frozen=True)
class Step:
    """A step of one of the rules: its lemma, or why it has none. ``legend`` tells what variables stand for."""

    number: int
    rule: str
    lemma: Lemma | None
    reason: str = ""
    legend: tuple[tuple[str, str], ...] = ()


# --- from certificates to lemmas -----------------------------------------------------------------------------


def translate(document: dict[str, Any]) -> list[Step]:
    """Every step of ``RULES`` in a certificate, in order. Raises ``Rejected`` when the checker rejects a step."""
    if document.get("format") != FORMAT:  # a certificate about an object has no steps
        return []
    replay, table = _replay(document)
    steps = []
    for number, (rule, premises, terms, data) in enumerate(document["steps"]):
        if rule in RULES:
            given = [replay.steps[p].conclusion for p in premises]
            steps.append(_step(replay, number, rule, given, [table[t] for t in terms], data))
    return steps


def _replay(document: dict[str, Any]) -> tuple[Replay, list[int]]:
    """A certificate's steps, replayed by the checker's rules, and its table of terms."""
    replay, table = Replay(), []
    for part in (document["goal"], document):
        definitions = {place: (name, parameters, body) for name, parameters, body, place in part["definitions"]}
        for entry in part["terms"]:
            if len(table) in definitions:
                name, parameters, body = definitions[len(table)]
                replay.terms.define(name, [table[p] for p in parameters], table[body])
            table.append(replay.terms.read(entry, table))
    for rule, premises, terms, data in document["steps"]:
        replay.step(rule, premises, [table[t] for t in terms], data)
    replay.work = replay.terms.work = replay.terms.room = UNLIMITED  # what follows is not the certificate's to pay
    return replay, table


def _step(replay: Replay, number: int, rule: str, given: list[int], terms: list[int], data: Any) -> Step:
    t = replay.terms
    given = [t.unfold(g) for g in given]
    terms = [t.unfold(x) for x in terms]
    try:
        if rule == "compute":
            return Step(number, rule, _compute(t, terms[0]))
        if rule == "enclosure":
            return Step(number, rule, _enclosure(replay, given, terms, data))
        writer = _Polynomials(replay)
        goal = t.make("=", *terms) if rule == "ring" else terms[0]
        lemma = writer.identity(goal) if rule == "ring" else writer.refutation(given, goal, terms, data)
        return Step(number, rule, lemma, legend=writer.legend())
    except NoCounterpart as reason:
        return Step(number, rule, None, str(reason))


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


def _number(value: Fraction) -> str:
    top = str(value.numerator) if value >= 0 else f"({value.numerator})"
    return top if value.denominator == 1 else f"({top} / {value.denominator})"


def _constant(t: Terms, term: int) -> Fraction | None:
    """The value of a term that consists of numbers alone, None for any other one."""
    op, *rest = t.nodes[term]
    if op == "num":
        return Fraction(*rest)
    if op not in ("+", "-", "*", "/", "^", "neg"):
        return None
    values = [_constant(t, c) for c in rest]
    if None in values:
        return None
    a, b = (values * 2)[:2]
    if (op == "/" and b == 0) or (op == "^" and not 0 <= b <= MAX_POWER):
        return None
    return {"+": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b, "^": lambda: a ** int(b),
            "neg": lambda: -a}[op]()  # fmt: skip


class _Polynomials:
    """Writes one lemma about real numbers and inner products.

    ``names`` are the variables of the lemma, by what they stand for: a term, a function's term, or an operation.
    """

    def __init__(self, replay: Replay) -> None:
        self.k, self.t = replay, replay.terms
        self.names: dict[Any, tuple[str, str]] = {}  # to name and type
        self.closed = False  # no more variables: the statement is written
        self.atoms: dict[int, None] = {}  # numbers and vectors that are not sums or products
        self.bottoms: dict[int, None] = {}  # denominators with variables
        self.dots: dict[int, None] = {}
        self.powers: dict[int, None] = {}  # whose exponent is a number once it is normalised
        self.outer: list[int] = []  # the atoms that are not arguments of others
        self.split: set[int] = set()  # atoms that the rule tells equal to others: written with their arguments
        self.inner = False  # inner products are written with their arguments

    # What is there.

    def survey(self, formulas: Iterable[int]) -> None:
        """Find the atoms of some formulas and terms, and which of them the lemma cannot take as variables."""
        for formula in formulas:
            self._visit(formula)
        self.outer = list(self.atoms)
        changed = True
        while changed:
            changed = False
            groups: dict[Any, list[int]] = {}
            for atom in (*self.atoms, *(() if self.inner else self.dots)):
                groups.setdefault(self._key(atom), []).append(atom)
            for group in groups.values():
                for atom in group if len(group) > 1 else ():
                    if atom not in self.split:
                        self.split.add(atom)
                        changed = True
                        if self.t.nodes[atom][0] == "dot":
                            self.inner = True
                        for part in self._arguments(atom):
                            self._visit(part)

    def _visit(self, term: int) -> None:
        op, *rest = self.t.nodes[term]
        sort = self.t.sorts[term]
        if sort == "bool":
            if op in ("=", "<", "<=", "not", "and", "or", "=>"):
                for part in rest:
                    self._visit(part)
        elif op == "num" or "->" in sort:
            pass
        elif op in ("+", "-", "*", "neg"):
            for part in rest:
                self._visit(part)
        elif op == "/":
            if _constant(self.t, rest[1]) in (None, 0):
                self.bottoms[rest[1]] = None
            for part in rest:
                self._visit(part)
        elif self._is_power(term):
            self._visit(rest[0])
        elif op == "^" and set(self._key(rest[1])) <= {((), n) for n in map(Fraction, range(MAX_POWER + 1))}:
            self.powers[term] = None
            for part in rest:
                self._visit(part)
        elif op == "dot":
            self.dots[term] = None
            self.inner = self.inner or any(self.t.nodes[part][0] in ("+", "-", "*", "neg") for part in rest)
            for part in rest:
                self._visit(part)
        else:
            self.atoms[term] = None

    def _is_power(self, term: int) -> bool:
        op, *rest = self.t.nodes[term]
        n = _constant(self.t, rest[1]) if op == "^" else None
        return n is not None and 0 <= n <= MAX_POWER

    def _key(self, term: int) -> Any:
        """What the rule identifies a term by."""
        if is_vector(self.t.sorts[term]):
            return frozenset((a, frozenset(p.items())) for a, p in vector(self.k, term).items())
        return frozenset(normal(self.k, term).items())

    def _arguments(self, atom: int) -> tuple[int, ...]:
        """What is applied to what in an atom: a function's arguments, or those of an operation."""
        op, *rest = self.t.nodes[atom]
        if op != "app":
            return () if op in ("var", "bound", *BINDERS) else tuple(rest)
        arguments: list[int] = []
        while self.t.nodes[atom][0] == "app":
            atom, argument = self.t.nodes[atom][1:]
            arguments.insert(0, argument)
        return tuple(arguments)

    # Writing.

    def _name(self, key: Any, letter: str, kind: str) -> str:
        if key not in self.names:
            if self.closed:
                raise KeyError(key)
            count = sum(name.startswith(letter) for name, _ in self.names.values())
            self.names[key] = (f"{letter}{count + 1}", kind)
        return self.names[key][0]

    def _type(self, sort: str) -> str:
        if "->" in sort:
            return f"({' -> '.join(self._type(s) for s in sort.split('->'))})"
        if is_vector(sort):
            return self._name(("space", sort), "V", "space")
        return "Prop" if sort == "bool" else "R"

    def number(self, term: int, level: int = 0) -> str:
        """A number as Coq writes it; in parentheses when it binds less than ``level`` asks: 1 a term of a sum, 2 a
        factor, 3 the base of a power or an argument."""
        op, *rest = self.t.nodes[term]
        if op == "num":
            return _number(Fraction(*rest))
        if op in ("+", "-"):
            text, own = f"{self.number(rest[0])} {op} {self.number(rest[1], 1)}", 0
        elif op in ("*", "/"):
            text, own = f"{self.number(rest[0], 1)} {op} {self.number(rest[1], 2)}", 1
        elif op == "neg":
            text, own = f"- {self.number(rest[0], 2)}", 0
        elif self._is_power(term):
            text, own = f"{self.number(rest[0], 3)} ^ {_constant(self.t, rest[1])}", 2
        elif term in self.powers:
            text, own = f"rpower {self.number(rest[0], 3)} {self.number(rest[1], 3)}", 2
        elif op == "dot" and self.inner:
            text, own = f"inner {self.vector(rest[0], 3)} {self.vector(rest[1], 3)}", 2
        else:
            return self._atom(term, level)
        return text if own >= level else f"({text})"

    def vector(self, term: int, level: int = 0) -> str:
        """A vector as Coq writes it."""
        op, *rest = self.t.nodes[term]
        if op in ("+", "-"):
            text = f"{'add' if op == '+' else 'sub'} {self.vector(rest[0], 3)} {self.vector(rest[1], 3)}"
        elif op == "neg":
            text = f"opp {self.vector(rest[0], 3)}"
        elif op == "*":
            text = f"scale {self.number(rest[0], 3)} {self.vector(rest[1], 3)}"
        else:
            return self._atom(term, level)
        return text if level < 3 else f"({text})"

    def _atom(self, atom: int, level: int) -> str:
        sort = self.t.sorts[atom]
        if atom not in self.split or not self._arguments(atom):
            known = {"bool": "P"}.get(sort, "v" if is_vector(sort) else "x")
            try:
                return self._name(atom, known, self._type(sort))
            except KeyError:  # only the witness has it, so it cancels
                return "0"
        before = dict(self.names)
        try:
            text = " ".join([self._head(atom), *(self._argument(a) for a in self._arguments(atom))])
        except KeyError:
            self.names = before
            return "0"
        return f"({text})" if level else text

    def _head(self, atom: int) -> str:
        if self.t.nodes[atom][0] == "app":
            while self.t.nodes[atom][0] == "app":
                atom = self.t.nodes[atom][1]
            return self._name(atom, "f", self._type(self.t.sorts[atom]))
        op, *rest = self.t.nodes[atom]
        kind = " -> ".join(self._type(self.t.sorts[c]) for c in (*rest, atom))
        return self._name((op, kind), "f", kind)

    def _argument(self, term: int) -> str:
        sort = self.t.sorts[term]
        if "->" in sort:
            return self._name(term, "f", self._type(sort))
        if sort == "bool":
            return self.formula(term, 3)
        return self.vector(term, 3) if is_vector(sort) else self.number(term, 3)

    def formula(self, formula: int, level: int = 0) -> str:
        """A formula as Coq writes it."""
        op, *rest = self.t.nodes[formula]
        if op in ("true", "false"):
            return op.title()
        if op in ("=", "<", "<="):
            write = self.vector if is_vector(self.t.sorts[rest[0]]) else self.number
            text, own = f"{write(rest[0])} {op} {write(rest[1])}", 1
        elif op == "not":
            text, own = f"~ {self.formula(rest[0], 2)}", 1
        elif op in ("and", "or", "=>"):
            sign = {"and": "/\\", "or": "\\/", "=>": "->"}[op]
            text, own = f"{self.formula(rest[0], 1)} {sign} {self.formula(rest[1], 1)}", 0
        else:
            return self._atom(formula, level)
        return text if own >= level else f"({text})"

    def legend(self) -> tuple[tuple[str, str], ...]:
        """The variables that stand for more than a variable, with what they stand for."""
        return tuple((name, shown(self.t, key)) for key, (name, _) in self.names.items() if type(key) is int)

    # Lemmas.

    def _statement(self, premises: Sequence[str], conclusion: str) -> str:
        binders = sorted(self.names.values(), key=lambda b: b[1] != "space")
        bound = "".join(f" ({name} : {kind})" for name, kind in binders)
        return (f"forall{bound}, " if bound else "") + " -> ".join([*premises, conclusion])

    def _closing(self) -> tuple[list[str], str]:
        """Tactics that show what the rule tells equal, and the tactic that closes an identity."""
        equal: list[str] = []
        inner = ["expand"] if self.inner else []
        below = self._pairs(self.bottoms, "/ ")
        pairs = below + self._pairs(self.outer)
        unfolded = ["unfold Rdiv"] if below else []
        for n, (b, a) in enumerate(pairs):
            equal.append(f"assert (E{n} : {b} = {a}) by same")
            equal += [f"{u} in E{n}" for u in unfolded]
            equal += [f"try rewrite E{m} in E{n}" for m in range(len(below)) if n >= len(below)]
        for term in self.powers:
            base, exponent = (self._known(c) for c in self.t.nodes[term][1:])
            n = normal(self.k, self.t.nodes[term][2]).get((), Fraction(0))
            equal.append(f"assert (P{len(equal)} : {self._known(term)} = {base} ^ {n}) by "
                         f"(apply rpower_nat; cbn [INR]; identity)")  # fmt: skip
        names = re.findall(r"^assert \((\w+)", "\n".join(equal), re.MULTILINE)
        return equal, "; ".join([*unfolded, *(f"try rewrite {e}" for e in names), *inner, "identity"])

    def _pairs(self, terms: Iterable[int], before: str = "") -> list[tuple[str, str]]:
        """Terms and the ones that the rule tells equal to them: what contains others first, lest these change it."""
        groups: dict[Any, list[int]] = {}
        for term in terms:
            groups.setdefault(self._key(term), []).append(term)
        found = []
        for group in groups.values():
            first, *others = sorted(group)
            value = normal(self.k, first) if before else {}
            if set(value) == {()}:  # a denominator that is a number, once it is normalised
                found += [(self.t.depth[b], self._known(b), _number(value[()])) for b in group]
            else:
                found += [(self.t.depth[b], self._known(b), self._known(first)) for b in others]
        found.sort(reverse=True)
        return [(before + b, before + a) for _, b, a in found if a != b and b != "0"]

    def _known(self, term: int) -> str:
        return self.vector(term, 3) if is_vector(self.t.sorts[term]) else self.number(term, 3)

    def identity(self, goal: int) -> Lemma:
        """The lemma of a step of ``ring``."""
        self.survey([goal])
        conclusion = self.formula(goal)
        left, right = self.t.nodes[goal][1:]
        abstract = is_vector(self.t.sorts[left])
        self.inner = self.inner or abstract
        statement = self._statement([], conclusion)
        false = None if abstract else self._statement([], f"{self.number(left)} = {self.number(right)} + 1")
        self.closed = True
        equal, closing = self._closing()
        start = ["apply inner_ext; intro"] if abstract else []
        return Lemma("ring", "steps", statement, "; ".join(["intros", *equal, *start, closing]), false)

    def refutation(self, given: list[int], goal: int, terms: list[int], data: Any) -> Lemma:
        """The lemma of a step of ``positivstellensatz``, proved by its witness."""
        self.survey([*given, goal, *terms[1:]])
        premises = [self.formula(g) for g in given]
        conclusion = self.formula(goal)
        op, *rest = self.t.nodes[goal]
        negated = op == "not"
        if negated:
            op, *rest = self.t.nodes[rest[0]]
        false = None
        if rest:
            left, right = self.number(rest[0]), self.number(rest[1])
            false = f"{left} = {right} + 1" if op == "=" else f"{right} + 1 {op} {left}"
            false = f"~ {false}" if negated and op != "=" else f"{left} = {right}" if negated else false
            false = self._statement(premises, false)
        statement = self._statement(premises, conclusion)
        self.closed = True
        names = [name for name, _ in sorted(self.names.values(), key=lambda b: b[1] != "space")]
        equal, closing = self._closing()
        facts = [self._fact(f"H{n + 1}", g) for n, g in enumerate(given)]
        script = ["intros " + " ".join([*names, *(f"H{n + 1}" for n in range(len(given)))])] * bool(names or given)
        script += equal
        negation: list[tuple[str, str]] = []
        if negated:
            script.append("intro N")
            negation = [self._fact("N", self.t.nodes[goal][1])]
        elif op == "=":
            script.append("apply Rle_antisym; apply Rnot_lt_le; intro N")
            negation = [("less", "N")]
        elif rest:
            script.append(f"apply Rnot_{'lt_le' if op == '<=' else 'le_lt'}; intro N")
            negation = [("less" if op == "<=" else "at_most", "N")]
        ends = [f"refine (clash _ {self._positive(facts + negation, terms, part)} _); {closing}" for part in data]
        script.append(ends[0] if len(ends) == 1 else f"[{' | '.join(ends)}]")
        return Lemma("positivstellensatz", "steps", statement, "; ".join(script), false)

    def _fact(self, name: str, formula: int) -> tuple[str, str]:
        """The lemma that reads a hypothesis as p > 0, p >= 0 or p = 0, and its name."""
        op, *rest = self.t.nodes[formula]
        kinds = {"<": "less", "<=": "at_most", "=": "equal"}
        if op == "not":
            return {"<": "not_less", "<=": "not_at_most"}.get(self.t.nodes[rest[0]][0], "different"), name
        return kinds.get(op, "different"), name

    def _positive(self, facts: list[tuple[str, str]], terms: list[int], part: Any) -> str:
        """A proof that the sum of a refutation is positive."""
        strict: list[str] = []
        weak: list[str] = []
        for scale, indices, square in part[0]:
            value = Fraction(scale)
            text = f"(ratio {value.numerator} {value.denominator})"
            positive = square == -1 and all(facts[n][0] in ("less", "not_at_most") for n in indices)
            if not positive:
                text = f"(weak _ {text})"
            for n in indices:
                kind, name = facts[n]
                fact = f"({kind} _ _ {name})"
                if not positive and kind in ("less", "not_at_most"):
                    fact = f"(weak _ {fact})"
                text = f"({'strictly' if positive else 'weakly'} _ _ {text} {fact})"
            if square != -1:
                text = f"(weakly _ _ {text} (square {self.number(terms[square], 3)}))"
            (strict if positive else weak).append(text)
        text = strict[0]
        for other in [*(f"(weak _ {s})" for s in strict[1:]), *weak]:
            text = f"(plus _ _ {text} {other})"
        for multiplier, n in part[1]:
            kind, name = facts[n]
            text = f"(multiple _ {self.number(terms[multiplier], 3)} _ {text} ({kind} _ _ {name}))"
        return text


class _Evaluated:
    """Writes closed statements twice: as Coq writes them, and as a formula for the evaluator."""

    def __init__(self, t: Terms) -> None:
        self.t = t

    def integer(self, term: int, depth: int, level: int = 0) -> tuple[str, str]:
        """An integer, in the scope of integers."""
        op, *rest = self.t.nodes[term]
        if self.t.sorts[term] != "int":
            raise NoCounterpart("a real number where an integer is wanted")
        if op == "num":
            return (f"({rest[0]})" if rest[0] < 0 else str(rest[0])), f"(ZNum ({rest[0]}))"
        if op == "bound":
            return _variable(depth - 1 - rest[0]), f"(ZVar {rest[0]})"
        if op in ("+", "-", "*", "^"):
            own = {"+": 0, "-": 0, "*": 1, "^": 2}[op]
            (a, da), (b, db) = self.integer(rest[0], depth, own + (op == "^")), self.integer(rest[1], depth, own + 1)
            name = {"+": "ZAdd", "-": "ZSub", "*": "ZMul", "^": "ZPow"}[op]
            return _wrapped(f"{a} {op} {b}", own, level), f"({name} {da} {db})"
        if op == "neg":
            a, da = self.integer(rest[0], depth, 2)
            return _wrapped(f"- {a}", 0, level), f"(ZOpp {da})"
        if op == "floor":
            a, da = self.real(rest[0], depth, 3)
            return _wrapped(f"floor {a}", 2, level), f"(ZFloor {da})"
        if op in ("abs", "max", "min", "binomial"):
            pairs = [self.integer(c, depth, 3) for c in rest]
            shallow = {"abs": "Z.abs", "max": "Z.max", "min": "Z.min", "binomial": "binomial"}[op]
            text = " ".join([shallow, *(a for a, _ in pairs)])
            return _wrapped(text, 2, level), f"(Z{op.title()} {' '.join(d for _, d in pairs)})"
        return self._branching(term, depth, level, self.integer, "Z")

    def real(self, term: int, depth: int, level: int = 0) -> tuple[str, str]:
        """A real number, in the scope of real numbers."""
        op, *rest = self.t.nodes[term]
        if op == "num" and rest[1] != 1:
            top = f"({rest[0]})" if rest[0] < 0 else str(rest[0])
            deep = f"(RDiv (RInj (ZNum ({rest[0]}))) (RInj (ZNum {rest[1]})))"
            return _wrapped(f"{top} / {rest[1]}", 1, level), deep
        if self.t.sorts[term] == "int":
            a, da = self.integer(term, depth, 3)
            return (a if op == "num" else _wrapped(f"IZR {a}", 2, level)), f"(RInj {da})"
        if op in ("+", "-", "*", "/"):
            own = 0 if op in "+-" else 1
            (a, da), (b, db) = self.real(rest[0], depth, own), self.real(rest[1], depth, own + 1)
            name = {"+": "RAdd", "-": "RSub", "*": "RMul", "/": "RDiv"}[op]
            return _wrapped(f"{a} {op} {b}", own, level), f"({name} {da} {db})"
        if op == "neg":
            a, da = self.real(rest[0], depth, 2)
            return _wrapped(f"- {a}", 0, level), f"(ROpp {da})"
        if op == "^":
            (a, da), (b, db) = self.real(rest[0], depth, 3), self.integer(rest[1], depth, 3)
            return _wrapped(f"power {a} {b}", 2, level), f"(RPow {da} {db})"
        if op in ("abs", "max", "min"):
            pairs = [self.real(c, depth, 3) for c in rest]
            text = " ".join([f"R{op}", *(a for a, _ in pairs)])
            return _wrapped(text, 2, level), f"(R{op.title()} {' '.join(d for _, d in pairs)})"
        if op in ("exp", "log", "sqrt"):
            a, da = self.real(rest[0], depth, 3)
            name = "ln" if op == "log" else op
            return _wrapped(f"{name} {a}", 2, level), f"(ROther {name} {da})"
        return self._branching(term, depth, level, self.real, "R")

    def _branching(self, term: int, depth: int, level: int, write: Callable[..., tuple[str, str]],
                   letter: str) -> tuple[str, str]:  # fmt: skip
        op, *rest = self.t.nodes[term]
        if op == "if":
            c, dc = self.formula(rest[0], depth, 3)
            (a, da), (b, db) = write(rest[1], depth), write(rest[2], depth)
            if not (self.t.nodes[rest[0]][0] in ("=", "<", "<=") and c.endswith(")%Z")):
                c = f"({c})%R"
            text = f"ite {c} {_scoped(a, letter)} {_scoped(b, letter)}"
            return _wrapped(text, 2, level), f"({letter}If {dc} {da} {db})"
        if op in ("sum", "prod") and self.t.nodes[rest[2]][0] == "lam":
            (a, da), (b, db) = self.integer(rest[0], depth, 3), self.integer(rest[1], depth, 3)
            body, deep = write(self.t.nodes[rest[2]][2], depth + 1)
            text = f"{letter.lower()}{op} {a} {b} (fun {_variable(depth)} : Z => {_scoped(body, letter)})"
            return _wrapped(text, 2, level), f"({letter}{op.title()} {da} {db} {deep})"
        raise NoCounterpart(f"{op} is not evaluated")

    def formula(self, term: int, depth: int, level: int = 0) -> tuple[str, str]:
        """A formula."""
        op, *rest = self.t.nodes[term]
        if op in ("true", "false"):
            return op.title(), f"F{op.title()}"
        if op in ("=", "<", "<="):
            integers = all(self.t.sorts[c] == "int" for c in rest)
            (a, da), (b, db) = ((self.integer if integers else self.real)(c, depth) for c in rest)
            name = ("Z" if integers else "R") + {"=": "Eq", "<": "Lt", "<=": "Le"}[op]
            text = f"({a} {op} {b})%Z" if integers else _wrapped(f"{a} {op} {b}", 1, level)
            return text, f"({name} {da} {db})"
        if op == "not":
            a, da = self.formula(rest[0], depth, 2)
            return _wrapped(f"~ {a}", 1, level), f"(FNot {da})"
        if op in ("and", "or", "=>"):
            (a, da), (b, db) = self.formula(rest[0], depth, 1), self.formula(rest[1], depth, 1)
            sign, name = {"and": ("/\\", "FAnd"), "or": ("\\/", "FOr"), "=>": ("->", "FImp")}[op]
            return _wrapped(f"{a} {sign} {b}", 0, level), f"({name} {da} {db})"
        if op in ("forall", "exists"):
            if rest[0] != "int":
                raise NoCounterpart(f"a quantifier over {rest[0]}")
            a, da = self.formula(rest[1], depth + 1)
            text = f"{op} {_variable(depth)} : Z, {a}"
            return _wrapped(text, -1, level), f"({'FAll' if op == 'forall' else 'FEx'} {da})"
        raise NoCounterpart(f"{op} is not evaluated")


def _variable(depth: int) -> str:
    return LETTERS[depth] if depth < len(LETTERS) else f"i{depth}"


def _scoped(text: str, letter: str) -> str:
    """Text where Coq does not know from the place in which scope to read it."""
    return text if text.isalnum() and not text.isdecimal() else f"({text})%{letter}"


def _wrapped(text: str, own: int, level: int) -> str:
    return text if own >= level else f"({text})"


def _compute(t: Terms, goal: int) -> Lemma:
    """The lemma of a step of ``compute``."""
    statement, deep = _Evaluated(t).formula(goal, 0)
    proof = f"refine (evaluated {deep} _); vm_compute; reflexivity"
    return Lemma("compute", "evaluation", statement, proof, f"~ ({statement})")


def _enclosure(replay: Replay, given: list[int], terms: list[int], data: Any) -> Lemma:
    """The lemma of a step of ``enclosure``."""
    t = replay.terms
    names: dict[int, str] = {v: f"x{n + 1}" for n, v in enumerate(terms[1:])}
    errors: dict[int, str] = {}  # the terms erf(a)

    def write(term: int, level: int = 0) -> str:
        op, *rest = t.nodes[term]
        if op == "num":
            return _number(Fraction(*rest))
        if op == "var":
            return names[term]
        if op == "pi":
            return "PI"
        if op in ("+", "-", "*", "/"):
            own = 0 if op in "+-" else 1
            return _wrapped(f"{write(rest[0], own)} {op} {write(rest[1], own + 1)}", own, level)
        if op == "neg":
            return _wrapped(f"- {write(rest[0], 2)}", 0, level)
        if op == "^":
            return _wrapped(f"{write(rest[0], 3)} ^ {t.nodes[rest[1]][1]}", 2, level)
        name = FUNCTIONS.get(op)
        if name is None:
            raise NoCounterpart(f"{op} is not among the functions of coq-interval")
        text = _wrapped(" ".join([name, *(write(c, 3) for c in rest)]), 2, level)
        if op == "erf":
            errors[term] = text
        return text

    def compare(formula: int) -> tuple[str, str, str]:
        op, left, right = t.nodes[formula]
        return write(left), op, write(right)

    premises = [" ".join(compare(g)) for g in given]
    left, op, right = compare(terms[0])
    bound = f"forall {' '.join(names.values())} : R, " if names else ""
    statement = bound + " -> ".join([*premises, f"{left} {op} {right}"])
    false = bound + " -> ".join([*premises, f"{right} {op} {left}"])
    options = [f"i_prec {data[0]}", *(f"i_bisect {x}" for x in names.values()), *(["i_depth 20"] if names else [])]
    start = f"apply {'Rminus_gt_0_lt' if op == '<' else 'Rminus_le'}; " if names else ""  # the tactic bounds one side
    proof = f"intros; {start}interval with ({', '.join(options)})"
    if not errors:
        return Lemma("enclosure", "enclosure", statement, proof, false)
    proof = _with_errors(replay, given, list(names), {term: write(term) for term in errors}, start, data)
    return Lemma("enclosure", "error_function", statement, proof, false)


def _with_errors(replay: Replay, given: list[int], variables: list[int], errors: dict[int, str], start: str,
                 data: Any) -> str:  # fmt: skip
    """A proof on each of the step's cells: erf increases, and at two numbers its integral is enclosed."""
    if len(variables) > 1:
        raise NoCounterpart("erf over a box of several variables")
    tactic = f"interval with (i_prec {data[0]})"
    points = [Fraction(*replay.terms.nodes[replay.terms.nodes[g][1 + n]][1:]) for n, g in enumerate(given)]
    points[1:1] = [Fraction(c) for cuts in data[1:] for c in cuts]
    sharp = Arithmetic(replay, 96)

    def cell(box: dict[int, Interval]) -> str:
        script = []
        for n, (term, text) in enumerate(errors.items()):
            inside = enclose(replay, sharp, replay.terms.nodes[term][1], box, {})
            low, high = _rounded(inside.low, 40, False), _rounded(inside.high, 40, True)
            least, most = (sharp.erf(Interval(x, x)) for x in (low, high))
            script += [f"assert (A{n} : erf {_number(low)} <= {text}) by (apply erf_increasing; {tactic})",
                       f"assert (B{n} : {text} <= erf {_number(high)}) by (apply erf_increasing; {tactic})",
                       f"assert (C{n} : {_number(_rounded(least.low, 40, False))} <= erf {_number(low)}) by "
                       f"(unfold erf; integral with (i_prec {data[0]}))",
                       f"assert (D{n} : erf {_number(high)} <= {_number(_rounded(most.high, 40, True))}) by "
                       f"(unfold erf; integral with (i_prec {data[0]}))",
                       f"apply (Rle_trans _ _ _ C{n}) in A{n}; apply (fun B => Rle_trans _ _ _ B D{n}) in B{n}",
                       f"clear C{n} D{n}; set (e{n} := {text}) in *; clearbody e{n}"]  # fmt: skip
        return "; ".join([*script, start + tactic])

    if not variables:
        return f"intros; {cell({})}"
    cells = [cell({variables[0]: Interval(a, b)}) for a, b in itertools.pairwise(points)]
    script = cells.pop()
    for cut, one in zip(points[-2:0:-1], reversed(cells), strict=True):
        script = (f"destruct (at_or_above x1 {_number(cut)}) as [K | K]; [clear H2; rename K into H2; {one} | "
                  f"clear H1; rename K into H1; {script}]")  # fmt: skip
    return f"intros x1 H1 H2; {script}"


def _rounded(x: Fraction, bits: int, up: bool) -> Fraction:
    """A number with few digits that is below x, or above."""
    scaled = x * (1 << bits)
    return Fraction(math.ceil(scaled) + 1 if up else math.floor(scaled) - 1, 1 << bits)


# --- asking Coq ----------------------------------------------------------------------------------------------


HEADS = {
    "steps": "From Coq Require Import Reals Lra.\nFrom Marginalia.formal Require Import steps.\nOpen Scope R_scope.\n",
    "evaluation": "From Coq Require Import Reals ZArith List.\nFrom Marginalia.formal Require Import evaluation.\n"
                  "Import ListNotations.\nOpen Scope R_scope.\n",
    "enclosure": "From Coq Require Import Reals.\nFrom Marginalia.formal Require Import enclosure.\n"
                 "Open Scope R_scope.\n",
    "error_function": "From Coq Require Import Reals.\nFrom Coquelicot Require Import Coquelicot.\n"
                      "From Marginalia.formal Require Import error_function.\nOpen Scope R_scope.\n",
}  # fmt: skip
GROUP = 50  # lemmas whose axioms Coq tells at once
AXIOM = re.compile(r"^(?!Axioms:)(\w[\w.']*)(?= :|$)", re.MULTILINE)
PLACE = re.compile(r'^File "[^"]*", line (\d+)', re.MULTILINE)


@dataclass
class Answers:
    """What Coq said: each lemma to "" where it accepted it, else to its complaint; the seconds of all its processes."""

    complaints: dict[Lemma, str] = field(default_factory=dict)
    seconds: float = 0.0


def prove(lemmas: Iterable[Lemma], processes: int = 2) -> Answers:
    """Have Coq prove lemmas, many in a file. Raises RuntimeError when it is not installed, when it does not accept
    the library, or when a proof leans on an axiom that is not accepted."""
    return _ask(lemmas, processes, _proved)


def refuse(lemmas: Iterable[Lemma], processes: int = 2) -> Answers:
    """Have Coq try the same proofs, and linear arithmetic, on the lemmas' false variants: a complaint is a variant
    that was not refused. Raises as ``prove`` does; a lemma without a false variant is left out."""
    return _ask([lemma for lemma in lemmas if lemma.false], processes, _refused)


def _proved(lemma: Lemma, name: str) -> str:
    return f"Lemma {name} : {lemma.statement}. Proof. {lemma.proof}. Qed."


def _refused(lemma: Lemma, name: str) -> str:
    others = [" | solve [intros; lra]"] if lemma.library == "steps" else []
    return f"Goal {lemma.false}. Proof. Fail first [solve [{lemma.proof}]{''.join(others)}]. Abort."


def _ask(lemmas: Iterable[Lemma], processes: int, write: Callable[[Lemma, str], str]) -> Answers:
    if coq() is None:
        raise RuntimeError(f"Coq is not installed ({INSTALL})")
    answers = Answers()
    by_library: dict[str, list[Lemma]] = {}
    for lemma in dict.fromkeys(lemmas):
        by_library.setdefault(lemma.library, []).append(lemma)
    with tempfile.TemporaryDirectory() as folder:
        build = Build(LIBRARY, Path(folder))
        complaints = build.compile([LIBRARY / "formal" / f"{name}.v" for name in by_library], processes)
        if any(complaints.values()):
            raise RuntimeError(f"Coq does not accept the library: {complaints}")
        answers.seconds += sum(build.seconds.values())
        batches = [(n, i, ls[i : i + BATCH]) for n, ls in by_library.items() for i in range(0, len(ls), BATCH)]
        with ThreadPoolExecutor(processes) as pool:
            for said in pool.map(lambda b: _batch(build, f"{b[0]}_{b[1]}", b[2], write), batches):
                answers.complaints |= said.complaints
                answers.seconds += said.seconds
    return answers


def _batch(build: Build, stem: str, lemmas: list[Lemma], write: Callable[[Lemma, str], str]) -> Answers:
    """Ask about lemmas of one library. After a complaint about one, Coq is asked again about those that follow it,
    and about those before it whose axioms it had not yet told."""
    answers = Answers()
    left = lemmas
    while left:
        name = f"batch_{stem}_{len(answers.complaints)}.v"
        lines = [write(lemma, f"step_{n}") for n, lemma in enumerate(left)]
        if write is _proved:
            for n in range(0, len(left), GROUP):
                names = ", ".join(f"step_{m}" for m in range(n, min(n + GROUP, len(left))))
                last = min(n + GROUP, len(left)) - 1
                lines[last] += f" Definition group_{n} := ({names}, I). Print Assumptions group_{n}."
        head = HEADS[left[0].library]
        (build.into / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        code, out, complaint, seconds = _coqc(build, name)
        answers.seconds += seconds
        unknown = sorted(set(AXIOM.findall(out)) - ACCEPTED) if write is _proved else []
        if unknown:
            raise RuntimeError(f"proofs lean on axioms that are not accepted: {', '.join(unknown)}")
        if code == 0:
            answers.complaints |= dict.fromkeys(left, "")
            break
        found = PLACE.search(complaint)
        at = int(found[1]) - head.count("\n") - 1 if found else len(left)
        if at < len(left):
            answers.complaints[left[at]] = " ".join(complaint.split())[-600:]
            told = at // GROUP * GROUP if write is _proved else at
            answers.complaints |= dict.fromkeys(left[:told], "")
            left = left[told:at] + left[at + 1 :]
        elif len(left) == 1:
            answers.complaints[left[0]] = complaint[-600:]
            break
        else:  # it took too long, or ran out of memory: about which lemma, smaller files tell
            for part, half in (("a", left[: len(left) // 2]), ("b", left[len(left) // 2 :])):
                said = _batch(build, f"{stem}_{part}", half, write)
                answers.complaints |= said.complaints
                answers.seconds += said.seconds
            break
    return answers


def _coqc(build: Build, name: str) -> tuple[int, str, str, float]:
    """Code, output, complaint and seconds of processor time of Coq on a file; without a place when it took too long."""
    before = time.monotonic()
    try:
        ran = subprocess.run(["coqc", *QUIET, *build.options, name], cwd=build.into, capture_output=True, text=True,
                             timeout=SECONDS, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1, "", f"took more than {SECONDS} seconds", time.monotonic() - before
    return ran.returncode, ran.stdout, ran.stderr, time.monotonic() - before
