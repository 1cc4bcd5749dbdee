"""The lemmas of steps of ``compute`` and ``enclosure``, for Coq: closed statements, and comparisons on a box."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from certs.checker import Replay
from certs.language import Terms
from certs.rules.enclosure import enclose
from certs.rules.interval import Arithmetic, Interval
from reports.lemmas import Lemma, NoCounterpart, rational, wrapped

LETTERS = "ijklmn"
INTEGER_FUNCTIONS = {"abs": ("Z.abs", "ZAbs"), "max": ("Z.max", "ZMax"), "min": ("Z.min", "ZMin"),
                     "binomial": ("binomial", "ZBinomial"), "^": ("zpower", "ZPow")}  # fmt: skip
FUNCTIONS = {"exp": "exp", "log": "ln", "sqrt": "sqrt", "abs": "Rabs", "max": "Rmax", "min": "Rmin", "erf": "erf"}


class Evaluated:
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
        if op in ("+", "-", "*"):
            own = {"+": 0, "-": 0, "*": 1}[op]
            (a, da), (b, db) = self.integer(rest[0], depth, own), self.integer(rest[1], depth, own + 1)
            name = {"+": "ZAdd", "-": "ZSub", "*": "ZMul"}[op]
            return wrapped(f"{a} {op} {b}", own, level), f"({name} {da} {db})"
        if op == "neg":
            a, da = self.integer(rest[0], depth, 2)
            return wrapped(f"- {a}", 0, level), f"(ZOpp {da})"
        if op == "floor":
            a, da = self.real(rest[0], depth, 3)
            return wrapped(f"floor {a}", 2, level), f"(ZFloor {da})"
        if op in INTEGER_FUNCTIONS:
            pairs = [self.integer(c, depth, 3) for c in rest]
            shallow, name = INTEGER_FUNCTIONS[op]
            text = " ".join([shallow, *(a for a, _ in pairs)])
            return wrapped(text, 2, level), f"({name} {' '.join(d for _, d in pairs)})"
        return self._branching(term, depth, level, self.integer, "Z")

    def real(self, term: int, depth: int, level: int = 0) -> tuple[str, str]:
        """A real number, in the scope of real numbers."""
        op, *rest = self.t.nodes[term]
        if op == "num" and rest[1] != 1:
            top = f"({rest[0]})" if rest[0] < 0 else str(rest[0])
            deep = f"(RDiv (RInj (ZNum ({rest[0]}))) (RInj (ZNum {rest[1]})))"
            return wrapped(f"{top} / {rest[1]}", 1, level), deep
        if self.t.sorts[term] == "int":
            a, da = self.integer(term, depth, 3)
            return (a if op == "num" else wrapped(f"IZR {a}", 2, level)), f"(RInj {da})"
        if op in ("+", "-", "*", "/"):
            own = 0 if op in "+-" else 1
            (a, da), (b, db) = self.real(rest[0], depth, own), self.real(rest[1], depth, own + 1)
            name = {"+": "RAdd", "-": "RSub", "*": "RMul", "/": "RDiv"}[op]
            return wrapped(f"{a} {op} {b}", own, level), f"({name} {da} {db})"
        if op == "neg":
            a, da = self.real(rest[0], depth, 2)
            return wrapped(f"- {a}", 0, level), f"(ROpp {da})"
        if op == "^":
            (a, da), (b, db) = self.real(rest[0], depth, 3), self.integer(rest[1], depth, 3)
            return wrapped(f"power {a} {b}", 2, level), f"(RPow {da} {db})"
        if op in ("abs", "max", "min"):
            pairs = [self.real(c, depth, 3) for c in rest]
            text = " ".join([f"R{op}", *(a for a, _ in pairs)])
            return wrapped(text, 2, level), f"(R{op.title()} {' '.join(d for _, d in pairs)})"
        if op in ("exp", "log", "sqrt"):
            a, da = self.real(rest[0], depth, 3)
            name = "ln" if op == "log" else op
            return wrapped(f"{name} {a}", 2, level), f"(ROther {name} {da})"
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
            return wrapped(text, 2, level), f"({letter}If {dc} {da} {db})"
        if op in ("sum", "prod") and self.t.nodes[rest[2]][0] == "lam":
            (a, da), (b, db) = self.integer(rest[0], depth, 3), self.integer(rest[1], depth, 3)
            body, deep = write(self.t.nodes[rest[2]][2], depth + 1)
            text = f"{letter.lower()}{op} {a} {b} (fun {_variable(depth)} : Z => {_scoped(body, letter)})"
            return wrapped(text, 2, level), f"({letter}{op.title()} {da} {db} {deep})"
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
            text = f"({a} {op} {b})%Z" if integers else wrapped(f"{a} {op} {b}", 1, level)
            return text, f"({name} {da} {db})"
        if op == "not":
            a, da = self.formula(rest[0], depth, 2)
            return wrapped(f"~ {a}", 1, level), f"(FNot {da})"
        if op in ("and", "or", "=>"):
            (a, da), (b, db) = self.formula(rest[0], depth, 1), self.formula(rest[1], depth, 1)
            sign, name = {"and": ("/\\", "FAnd"), "or": ("\\/", "FOr"), "=>": ("->", "FImp")}[op]
            return wrapped(f"{a} {sign} {b}", 0, level), f"({name} {da} {db})"
        if op in ("forall", "exists"):
            if rest[0] != "int":
                raise NoCounterpart(f"a quantifier over {rest[0]}")
            a, da = self.formula(rest[1], depth + 1, -1)
            text = f"{op} {_variable(depth)} : Z, {a}"
            return wrapped(text, -1, level), f"({'FAll' if op == 'forall' else 'FEx'} {da})"
        raise NoCounterpart(f"{op} is not evaluated")


def _variable(depth: int) -> str:
    return LETTERS[depth] if depth < len(LETTERS) else f"i{depth}"


def _scoped(text: str, letter: str) -> str:
    """Text where Coq does not know from the place in which scope to read it."""
    return text if text.isalnum() and not text.isdecimal() else f"({text})%{letter}"


def compute_lemma(t: Terms, goal: int) -> Lemma:
    """The lemma of a step of ``compute``."""
    statement, deep = Evaluated(t).formula(goal, 0, -1)
    proof = f"refine (evaluated {deep} _); vm_compute; reflexivity"
    return Lemma("compute", "evaluation", statement, proof, f"~ ({statement})")


def enclosure_lemma(replay: Replay, given: list[int], terms: list[int], data: Any) -> Lemma:
    """The lemma of a step of ``enclosure``."""
    t = replay.terms
    names: dict[int, str] = {v: f"x{n + 1}" for n, v in enumerate(terms[1:])}
    errors: dict[int, str] = {}  # the terms erf(a)

    def write(term: int, level: int = 0) -> str:
        op, *rest = t.nodes[term]
        if op == "num":
            return rational(Fraction(*rest))
        if op == "var":
            return names[term]
        if op == "pi":
            return "PI"
        if op in ("+", "-", "*", "/"):
            own = 0 if op in "+-" else 1
            return wrapped(f"{write(rest[0], own)} {op} {write(rest[1], own + 1)}", own, level)
        if op == "neg":
            return wrapped(f"- {write(rest[0], 2)}", 0, level)
        if op == "^":
            return wrapped(f"{write(rest[0], 3)} ^ {t.nodes[rest[1]][1]}", 2, level)
        name = FUNCTIONS.get(op)
        if name is None:
            raise NoCounterpart(f"{op} is not among the functions of coq-interval")
        text = wrapped(" ".join([name, *(write(c, 3) for c in rest)]), 2, level)
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
