"""The lemmas of steps of ``compute`` and ``enclosure``, for Coq: closed statements, and comparisons on a box.

They are written as ``theorems/formal/embedding.v`` reads certificates: integers are real numbers.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from certs.checker import Replay
from certs.language import Terms
from certs.rules.enclosure import enclose
from certs.rules.interval import Arithmetic, Interval
from reports.embedding import Embedding
from reports.lemmas import Lemma, NoCounterpart, rational

INTEGERS = {"+": "ZAdd", "-": "ZSub", "*": "ZMul", "neg": "ZOpp", "^": "ZPow", "abs": "ZAbs", "max": "ZMax",
            "min": "ZMin", "binomial": "ZBinomial"}  # fmt: skip
REALS = {"+": "RAdd", "-": "RSub", "*": "RMul", "/": "RDiv", "neg": "ROpp", "abs": "RAbs", "max": "RMax",
         "min": "RMin"}  # fmt: skip
OTHERS = {"exp": "exp", "log": "ln", "sqrt": "sqrt"}  # without a value that the evaluator could find
FORMULAS = {"true": "FTrue", "false": "FFalse", "not": "FNot", "and": "FAnd", "or": "FOr", "=>": "FImp"}
COMPARISONS = {"=": "Eq", "<": "Lt", "<=": "Le"}
QUANTIFIERS = {"forall": "FAll", "exists": "FEx"}
ENCLOSED = ("num", "var", "pi", "+", "-", "*", "/", "neg", "^", "abs", "max", "min", "exp", "log", "sqrt", "erf")


class Evaluated:
    """Writes closed statements for the evaluator of ``theorems/formal/evaluation.v``."""

    def __init__(self, t: Terms) -> None:
        self.t = t

    def integer(self, term: int) -> str:
        """A term whose value is an integer."""
        op, *rest = self.t.nodes[term]
        if self.t.sorts[term] != "int":
            raise NoCounterpart("a real number where an integer is wanted")
        if op in ("num", "bound"):
            return f"({'ZNum' if op == 'num' else 'ZVar'} ({rest[0]}))"
        if op == "floor":
            return _applied("ZFloor", [self.real(rest[0])])
        if op in INTEGERS:
            return _applied(INTEGERS[op], map(self.integer, rest))
        return self._branching("Z", term, self.integer)

    def real(self, term: int) -> str:
        """A term whose value is a real number."""
        op, *rest = self.t.nodes[term]
        if op == "num" and rest[1] != 1:
            return f"(RDiv (RInj (ZNum ({rest[0]}))) (RInj (ZNum {rest[1]})))"
        if self.t.sorts[term] == "int":
            return _applied("RInj", [self.integer(term)])
        if op == "^":
            return _applied("RPow", [self.real(rest[0]), self.integer(rest[1])])
        if op in REALS:
            return _applied(REALS[op], map(self.real, rest))
        if op in OTHERS:
            return _applied("ROther", [OTHERS[op], self.real(rest[0])])
        return self._branching("R", term, self.real)

    def _branching(self, letter: str, term: int, write: Callable[[int], str]) -> str:
        op, *rest = self.t.nodes[term]
        if op == "if":
            return _applied(f"{letter}If", [self.formula(rest[0]), *map(write, rest[1:])])
        if op in ("sum", "prod") and self.t.nodes[rest[2]][0] == "lam":
            ends, body = map(self.integer, rest[:2]), self.t.nodes[rest[2]][2]
            return _applied(f"{letter}{op.title()}", [*ends, write(body)])
        raise NoCounterpart(f"{op} is not evaluated")

    def formula(self, term: int) -> str:
        """A formula."""
        op, *rest = self.t.nodes[term]
        if op in COMPARISONS:
            integers = all(self.t.sorts[c] == "int" for c in rest)
            sides = map(self.integer if integers else self.real, rest)
            return _applied(("Z" if integers else "R") + COMPARISONS[op], sides)
        if op in FORMULAS:
            return _applied(FORMULAS[op], map(self.formula, rest))
        if op in QUANTIFIERS:
            if rest[0] != "int":
                raise NoCounterpart(f"a quantifier over {rest[0]}")
            return _applied(QUANTIFIERS[op], [self.formula(rest[1])])
        raise NoCounterpart(f"{op} is not evaluated")


def _applied(head: str, arguments: Iterable[str]) -> str:
    return f"({' '.join([head, *arguments])})"


def compute_lemma(t: Terms, goal: int) -> Lemma:
    """The lemma of a step of ``compute``."""
    statement = Embedding(t).formula(goal)
    proof = f"refine (embedded_true {Evaluated(t).formula(goal)} _); vm_compute; reflexivity"
    return Lemma("compute", "embedding_evaluation", statement, proof, f"~ ({statement})")


class _Numbered(Embedding):
    """Writes terms with the variables of a lemma, so that lemmas which differ in names only are one."""

    def __init__(self, terms: Terms, variables: list[int]) -> None:
        super().__init__(terms)
        self._names = {v: f"x{n + 1}" for n, v in enumerate(variables)}


def enclosure_lemma(replay: Replay, given: list[int], terms: list[int], data: Any) -> Lemma:
    """The lemma of a step of ``enclosure``."""
    t, (goal, *variables) = replay.terms, terms
    op, left, right = t.nodes[goal]
    errors = [part for part in _parts(t, (left, right)) if t.nodes[part][0] == "erf"]
    writer = _Numbered(t, variables)
    names = [writer.name(v) for v in variables]
    bound = f"forall {' '.join(names)} : R, " if names else ""
    statement, false = (bound + " -> ".join(map(writer.formula, [*given, conclusion]))
                        for conclusion in (goal, t.make(op, right, left)))  # fmt: skip
    start = f"apply {'Rminus_gt_0_lt' if op == '<' else 'Rminus_le'}; " if names else ""  # the tactic bounds one side
    if errors:
        texts = {term: writer.term(term) for term in errors}
        proof = _with_errors(replay, given, variables, texts, start, data)
    else:
        options = [f"i_prec {data[0]}", *(f"i_bisect {x}" for x in names), *(["i_depth 20"] if names else [])]
        proof = f"intros; {start}plain; interval with ({', '.join(options)})"
    return Lemma("enclosure", "embedding_enclosure", statement, proof, false)


def _parts(t: Terms, terms: Iterable[int]) -> dict[int, None]:
    """Some terms and all that is in them, each after its own parts."""
    found: dict[int, None] = {}
    for term in terms:
        if t.nodes[term][0] not in ENCLOSED:
            raise NoCounterpart(f"{t.nodes[term][0]} is not among the functions of coq-interval")
        found |= dict.fromkeys([*_parts(t, t.children(term)), term])
    return found


def _with_errors(replay: Replay, given: list[int], variables: list[int], errors: dict[int, str], start: str,
                 data: Any) -> str:  # fmt: skip
    """A proof on each of the step's cells: erf increases, and at two numbers its integral is enclosed."""
    if len(variables) > 1:
        raise NoCounterpart("erf over a box of several variables")
    tactic = f"plain; interval with (i_prec {data[0]})"
    integral = "(unfold erf; integral with (i_prec 53))"
    points = [Fraction(*replay.terms.nodes[replay.terms.nodes[g][1 + n]][1:]) for n, g in enumerate(given)]
    points[1:1] = [Fraction(c) for cuts in data[1:] for c in cuts]
    sharp = Arithmetic(replay, 96)

    def cell(box: dict[int, Interval]) -> str:
        script = []
        for n, (term, text) in enumerate(errors.items()):
            inside = enclose(replay, sharp, replay.terms.nodes[term][1], box, {})
            low, high = _rounded(inside.low, 30, False), _rounded(inside.high, 30, True)
            least, most = (sharp.erf(Interval(x, x)) for x in (low, high))
            under, above = _rounded(least.low, 30, False), _rounded(most.high, 30, True)
            script += [f"assert (A{n} : erf {rational(low)} <= {text}) by (apply erf_increasing; {tactic})",
                       f"assert (B{n} : {text} <= erf {rational(high)}) by (apply erf_increasing; {tactic})",
                       f"assert (C{n} : {rational(under)} <= erf {rational(low)}) by {integral}",
                       f"assert (D{n} : erf {rational(high)} <= {rational(above)}) by {integral}",
                       f"apply (Rle_trans _ _ _ C{n}) in A{n}; apply (fun B => Rle_trans _ _ _ B D{n}) in B{n}",
                       f"clear C{n} D{n}; set (e{n} := {text}) in *; clearbody e{n}"]  # fmt: skip
        return "; ".join([*script, start + tactic])

    if not variables:
        return f"intros; {cell({})}"
    cells = [cell({variables[0]: Interval(a, b)}) for a, b in itertools.pairwise(points)]
    script = cells.pop()
    for cut, one in zip(points[-2:0:-1], reversed(cells), strict=True):
        script = (f"destruct (at_or_above x1 {rational(cut)}) as [K | K]; [clear H2; rename K into H2; {one} | "
                  f"clear H1; rename K into H1; {script}]")  # fmt: skip
    return f"intros x1 H1 H2; {script}"


def _rounded(x: Fraction, bits: int, up: bool) -> Fraction:
    """A number with few digits that is below x, or above."""
    scaled = x * (1 << bits)
    return Fraction(math.ceil(scaled) + 1 if up else math.floor(scaled) - 1, 1 << bits)
