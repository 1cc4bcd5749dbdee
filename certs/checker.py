"""The checker: replays a certificate's steps and compares what they prove with the certificate's goal.

A certificate is one canonical JSON document. Each step names a rule, earlier steps, terms and data; the rule
returns a sequent (hypotheses |- conclusion) or rejects. Logical rules are below, the others in ``certs.rules``.
A certificate is accepted when

- the step ``proves.goal`` concludes the goal (or, for ``"verdict": "fails"``, its negation) without hypotheses;
- the step ``proves.defined`` concludes, without hypotheses, that no partial operation in the goal is ever used
  outside its domain (``null`` where :meth:`Terms.defined` is trivial);
- the step ``proves.satisfiable`` concludes that some instance satisfies the goal's hypotheses (``null`` where there
  is none, and for a negation, which is about an instance anyway).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from certs.language import Rejected, Terms, check_sort, subsort

FORMAT = "marginalia/1"
OBJECT_FORMAT = "marginalia-object/1"  # see certs.objects
MAX_BYTES = 40_000_000
MAX_MARKS = 8_000_000  # outside strings, each string counting for four: what its values take in memory
MAX_NESTING = 12
MAX_STEPS = 100_000
MAX_BITS = 200_000  # of a number that a rule computes
WORK = 200_000_000  # what a certificate may ask for in the rules, and as much in rebuilding terms: about microseconds
ROOM = 3_000_000  # what it may keep in sets and normal forms: about a hundred bytes each


STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"')
NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
EXHAUSTED = (RecursionError, MemoryError)


class Sequent(NamedTuple):
    """What a step has shown: the conclusion holds whenever all hypotheses do, for all values of free variables."""

    hypotheses: frozenset[int]
    conclusion: int


Rule = Callable[["Replay", list[Sequent], list[int], Any], Sequent]


class Replay:
    """One certificate being replayed (or, in the engines, being built: the same rules judge both)."""

    def __init__(self) -> None:
        self.terms = Terms(WORK, ROOM)
        self.steps: list[Sequent] = []
        self.rules_used: set[str] = set()
        self.work = WORK
        self.cache: dict[Any, Any] = {}  # normal forms, kept by the rule modules

    def charge(self, units: int) -> None:
        """Pay for work before it is done."""
        self.work -= units
        if self.work < 0:
            raise Rejected("the certificate asks for more work than the budget allows")

    def keep(self, table: str, key: int, make: Callable[[Replay, int], Any]) -> Any:
        """What ``make(self, key)`` returns, computed once."""
        kept = self.cache.setdefault(table, {})
        if key not in kept:
            kept[key] = make(self, key)
        return kept[key]

    def number(self, value: Fraction) -> Fraction:
        """Pay for a number just computed (from numbers paid for: common divisors take quadratic time)."""
        bits = max(value.numerator.bit_length(), value.denominator.bit_length())
        need(bits <= MAX_BITS, f"a value of {bits} bits is too large")
        self.charge(bits // 64 + (bits // 512) ** 2)
        return value

    def step(self, rule: str, premises: list[int], terms: list[int], data: Any = None) -> int:
        """Apply a rule to earlier steps; return the number of the new step."""
        from certs.rules import RULES

        if rule not in RULES:
            raise Rejected(f"unknown rule {rule!r:.60}")
        if any(self.terms.loose[t] for t in terms):
            raise Rejected("a term of a step has a dangling bound variable")
        module, function = RULES[rule]
        before = [self.steps[p] for p in premises]
        self.charge(10 + len(terms) + len(before) + sum(map(len, {s.hypotheses for s in before})) // 8)
        hypotheses, conclusion = function(self, before, terms, data)
        self.steps.append(Sequent(self.terms.share(hypotheses), conclusion))
        self.rules_used.add(module)
        return len(self.steps) - 1


def need(condition: bool, message: str) -> None:
    """Reject unless a condition holds."""
    if not condition:
        raise Rejected(message)


def shape(premises: list[Sequent], terms: list[int], count: int | None, size: int | None) -> None:
    """Reject a step with another number of premises or terms than its rule takes."""
    need(count is None or len(premises) == count, f"takes {count} premises, not {len(premises)}")
    need(size is None or len(terms) == size, f"takes {size} terms, not {len(terms)}")


def union(premises: list[Sequent]) -> frozenset[int]:
    """All hypotheses of some sequents."""
    return frozenset().union(*{p.hypotheses for p in premises})


def parts(k: Replay, formula: int, op: str) -> tuple[Any, ...]:
    """The parts of a formula that must have a given main operation."""
    node = k.terms.nodes[formula]
    need(node[0] == op, f"needs a formula whose main operation is {op}, not {node[0]}")
    return node[1:]


def _formula(k: Replay, term: int) -> int:
    need(k.terms.sorts[term] == "bool", "needs a formula")
    return term


# Logical rules: natural deduction, classical. Each docstring is `premises / conclusion` and why it is sound.


def assume(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """/ A |- A."""
    shape(p, t, 0, 1)
    return Sequent(frozenset((_formula(k, t[0]),)), t[0])


def implies_intro(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- B / G - A |- A => B."""
    shape(p, t, 1, 1)
    return Sequent(p[0].hypotheses - {t[0]}, k.terms.make("=>", _formula(k, t[0]), p[0].conclusion))


def implies_elim(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A => B, H |- A / G, H |- B."""
    shape(p, t, 2, 0)
    a, b = parts(k, p[0].conclusion, "=>")
    need(p[1].conclusion == a, "the second premise is not what the first asks for")
    return Sequent(union(p), b)


def and_intro(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A, H |- B / G, H |- A and B."""
    shape(p, t, 2, 0)
    return Sequent(union(p), k.terms.make("and", p[0].conclusion, p[1].conclusion))


def and_elim(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A and B / G |- A, or G |- B (data 0 or 1)."""
    shape(p, t, 1, 0)
    need(type(data) is int and data in (0, 1), "needs which conjunct: 0 or 1")
    return Sequent(p[0].hypotheses, parts(k, p[0].conclusion, "and")[data])


def or_intro(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A (or B) / G |- A or B."""
    shape(p, t, 1, 1)
    need(p[0].conclusion in parts(k, t[0], "or"), "the premise is neither disjunct")
    return Sequent(p[0].hypotheses, t[0])


def cases(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A or B; H, A |- C; I, B |- C / G, H, I |- C."""
    shape(p, t, 3, 0)
    a, b = parts(k, p[0].conclusion, "or")
    need(p[1].conclusion == p[2].conclusion, "the two cases conclude different formulas")
    return Sequent(p[0].hypotheses | p[1].hypotheses - {a} | p[2].hypotheses - {b}, p[1].conclusion)


def excluded_middle(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """/ |- A or not A."""
    shape(p, t, 0, 1)
    return Sequent(frozenset(), k.terms.make("or", _formula(k, t[0]), k.terms.make("not", t[0])))


def not_elim(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A, H |- not A / G, H |- false."""
    shape(p, t, 2, 0)
    need(p[1].conclusion == k.terms.make("not", p[0].conclusion), "the second premise does not negate the first")
    return Sequent(union(p), k.terms.make("false"))


def not_intro(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G, A |- false / G |- not A."""
    shape(p, t, 1, 1)
    need(p[0].conclusion == k.terms.make("false"), "the premise does not conclude false")
    return Sequent(p[0].hypotheses - {t[0]}, k.terms.make("not", _formula(k, t[0])))


def contradiction(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G, not A |- false / G |- A."""
    shape(p, t, 1, 1)
    need(p[0].conclusion == k.terms.make("false"), "the premise does not conclude false")
    return Sequent(p[0].hypotheses - {k.terms.make("not", _formula(k, t[0]))}, t[0])


def truth(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """/ |- true."""
    shape(p, t, 0, 0)
    return Sequent(frozenset(), k.terms.make("true"))


def _eigenvariable(k: Replay, variable: int, formulas: frozenset[int]) -> None:
    need(k.terms.nodes[variable][0] == "var", "needs a variable")
    need(not any(variable in k.terms.free[f] for f in formulas), "the variable is not arbitrary: it occurs elsewhere")


def forall_intro(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A, x not free in G / G |- forall x. A."""
    shape(p, t, 1, 1)
    _eigenvariable(k, t[0], p[0].hypotheses)
    return Sequent(p[0].hypotheses, k.terms.bind("forall", t[0], p[0].conclusion))


def forall_elim(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- forall x. A / G |- A[t]; t must have the sort of x."""
    shape(p, t, 1, 1)
    parts(k, p[0].conclusion, "forall")
    return Sequent(p[0].hypotheses, k.terms.instantiate(p[0].conclusion, t[0]))


def exists_intro(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A[t] / G |- exists x. A; the terms are the formula concluded and t."""
    shape(p, t, 1, 2)
    parts(k, t[0], "exists")
    need(k.terms.instantiate(t[0], t[1]) == p[0].conclusion, "the premise is not the instance at the witness")
    return Sequent(p[0].hypotheses, t[0])


def exists_elim(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- exists x. A; H, A[y] |- C; y not free in H, A or C / G, H |- C."""
    shape(p, t, 2, 1)
    parts(k, p[0].conclusion, "exists")
    instance = k.terms.instantiate(p[0].conclusion, t[0])
    rest = p[1].hypotheses - {instance}
    _eigenvariable(k, t[0], rest | {p[0].conclusion, p[1].conclusion})
    need(k.terms.sorts[t[0]] == k.terms.nodes[p[0].conclusion][1], "the variable has another sort")
    return Sequent(p[0].hypotheses | rest, p[1].conclusion)


def definition(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A / G |- B, where A and B are equal once all definitions are unfolded."""
    shape(p, t, 1, 1)
    need(k.terms.unfold(p[0].conclusion) == k.terms.unfold(t[0]), "the two formulas unfold to different ones")
    return Sequent(p[0].hypotheses, t[0])


def equality(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- a = b, H |- A[a] / G, H |- A[b]; the term is lam x. A, applied to both sides."""
    shape(p, t, 2, 1)
    a, b = parts(k, p[0].conclusion, "=")
    before, after = k.terms.make("app", t[0], a), k.terms.make("app", t[0], b)
    need(k.terms.nodes[t[0]][0] == "lam" and k.terms.sorts[after] == "bool", "needs a predicate lam x. A")
    need(p[1].conclusion == before, "the second premise is not the predicate at the left side")
    return Sequent(union(p), after)


def induction(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- A[n0]; H |- forall n. n0 <= n => (A[n] => A[n+1]) / G, H |- forall n. n0 <= n => A[n].

    The terms are lam n. A over the integers and the integer n0. The premises have no free n: it is bound in both.
    """
    shape(p, t, 2, 2)
    predicate, start = t
    need(k.terms.sorts[predicate] == "int->bool" and k.terms.sorts[start] == "int", "needs lam n:int. A and n0:int")
    need(p[0].conclusion == k.terms.make("app", predicate, start), "the first premise is not the base case")
    n = k.terms.bound(0, "int")
    here = k.terms.make("app", k.terms.shift(predicate, 1), n)
    following = k.terms.make("app", predicate, k.terms.make("+", n, k.terms.num(1)))
    above = k.terms.make("<=", start, n)
    inductive = k.terms.make("=>", above, k.terms.make("=>", here, following))
    need(p[1].conclusion == k.terms.binder("forall", "int", inductive), "the second premise is not the induction step")
    return Sequent(union(p), k.terms.binder("forall", "int", k.terms.make("=>", above, here)))


def choice(k: Replay, p: list[Sequent], t: list[int], data: Any) -> Sequent:
    """G |- forall i. exists x. A(i, x) / G |- exists f. forall i. A(i, f(i)). The axiom of choice; the term is f."""
    shape(p, t, 1, 1)
    domain, inner = parts(k, p[0].conclusion, "forall")
    value, body = parts(k, inner, "exists")
    function = t[0]
    need(k.terms.nodes[function][0] == "var" and k.terms.sorts[function] == check_sort(f"{domain}->{value}"),
         f"needs a variable of sort {domain}->{value}")  # fmt: skip
    need(function not in k.terms.free[p[0].conclusion], "the variable is not new")
    at = k.terms.make("app", function, k.terms.bound(0, domain))
    every = k.terms.binder("forall", domain, k.terms.open(body, at))
    return Sequent(p[0].hypotheses, k.terms.bind("exists", function, every))


LOGIC: dict[str, Rule] = {
    f.__name__: f
    for f in (assume, implies_intro, implies_elim, and_intro, and_elim, or_intro, cases, excluded_middle, not_elim,
              not_intro, contradiction, truth, forall_intro, forall_elim, exists_intro, exists_elim, definition,
              equality, induction, choice)
}  # fmt: skip


# Documents.


def canonical(value: Any) -> bytes:
    """The one admitted spelling of a document: ASCII, sorted keys, no spaces, one final newline."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii") + b"\n"


def parse(data: bytes) -> dict[str, Any]:
    """Read a document; reject anything that is not its own canonical spelling."""
    need(len(data) <= MAX_BYTES, f"larger than {MAX_BYTES} bytes")
    need(data.isascii(), "not ASCII")
    bare = STRING.sub(b'""""', data)
    need(len(bare) <= MAX_MARKS, f"more than {MAX_MARKS} characters outside strings")
    depth = 0
    for byte in bare.translate(None, NO_BRACKETS):
        depth += 1 if byte in b"[{" else -1
        need(depth <= MAX_NESTING, f"nested more than {MAX_NESTING} deep")

    def integer(text: str) -> int:
        need(len(text) <= 9, "an integer outside a string has more than nine digits")
        return int(text)

    def refuse(text: str) -> Any:
        raise Rejected("a floating-point number, NaN or Infinity")

    try:
        document = json.loads(data.decode("ascii"), parse_int=integer, parse_float=refuse, parse_constant=refuse)
    except ValueError as error:
        raise Rejected(f"not JSON: {error}") from None
    need(type(document) is dict, "not a JSON object")
    need(canonical(document) == data, "not in canonical form (sorted keys, no spaces, no duplicate keys, one newline)")
    return document  # type: ignore[no-any-return]


def _indices(value: object, earlier: Sequence[int], what: str) -> list[int]:
    need(type(value) is list, f"{what} must be a list")
    assert isinstance(value, list)
    need(all(type(v) is int and 0 <= v < len(earlier) for v in value), f"{what} must refer to what stands before")
    return [earlier[v] for v in value]


def _read_table(terms: Terms, entries: object, definitions: object, table: list[int], where: str) -> None:
    """Append terms to a table; a definition [name, parameters, body, place] stands before the term at its place."""
    need(type(entries) is list and type(definitions) is list, f"{where}terms and definitions must be lists")
    assert isinstance(entries, list) and isinstance(definitions, list)
    need(all(type(d) is list and len(d) == 4 and type(d[3]) is int for d in definitions), f"{where}bad definition")
    pending = definitions[::-1]
    for entry in entries:
        try:
            while pending and pending[-1][3] == len(table):
                name, parameters, body, _ = pending.pop()
                need(type(body) is int and 0 <= body < len(table), f"definition {name!r:.60} has no body")
                terms.define(name, _indices(parameters, table, "parameters"), table[body])
            table.append(terms.read(entry, table))
        except (Rejected, *EXHAUSTED) as error:
            raise Rejected(f"{where}term {len(table)}: {str(error) or 'out of memory'}") from None
    need(not pending, f"{where}a definition stands after the terms that could use it")


def read_goal(terms: Terms, goal: object) -> tuple[int, list[int]]:
    """Read a goal: its term table, definitions, and formula. Returns the formula and the table."""
    need(type(goal) is dict and set(goal) == {"definitions", "formula", "terms"}, "a goal has other fields")
    assert isinstance(goal, dict)
    table: list[int] = []
    _read_table(terms, goal["terms"], goal["definitions"], table, "goal, ")
    need(type(goal["formula"]) is int and 0 <= goal["formula"] < len(table), "a goal has no formula")
    formula = table[goal["formula"]]
    need(terms.sorts[formula] == "bool" and not terms.free[formula], "a goal must be a closed formula")
    return formula, table


def check(document: dict[str, Any]) -> dict[str, Any]:
    """Replay a certificate. Returns a summary, or raises :class:`Rejected` with place and reason."""
    fields = {"claim", "definitions", "format", "goal", "proves", "steps", "terms", "variant", "verdict"}
    need(set(document) == fields, f"the fields must be {', '.join(sorted(fields))}")
    need(document["format"] == FORMAT, f"the format is not {FORMAT}")
    need(all(type(document[f]) is str and 0 < len(document[f]) <= 120 for f in ("claim", "variant")), "bad name")
    need(document["verdict"] in ("holds", "fails"), "the verdict must be 'holds' or 'fails'")
    replay = Replay()
    formula, table = read_goal(replay.terms, document["goal"])
    need(type(document["terms"]) is list and type(document["steps"]) is list, "terms and steps must be lists")
    need(len(document["steps"]) <= MAX_STEPS, f"more than {MAX_STEPS} steps")
    _read_table(replay.terms, document["terms"], document["definitions"], table, "")
    for place, entry in enumerate(document["steps"]):
        try:
            need(type(entry) is list and len(entry) == 4 and type(entry[0]) is str, "not [rule, steps, terms, data]")
            premises = _indices(entry[1], range(place), "premises")
            replay.step(entry[0], premises, _indices(entry[2], table, "terms"), entry[3])
        except (Rejected, *EXHAUSTED) as error:
            name = entry[0] if type(entry) is list and entry else None
            raise Rejected(f"step {place} ({name!r:.40}): {str(error) or 'out of memory'}") from None
    goal = formula if document["verdict"] == "holds" else replay.terms.make("not", formula)
    wanted = {"goal": goal, "defined": replay.terms.defined(formula), "satisfiable": replay.terms.satisfiable(formula)}
    need(type(document["proves"]) is dict and set(document["proves"]) == set(wanted), "'proves' has other fields")
    for what, wants in wanted.items():
        found = document["proves"][what]
        trivial = what != "goal" and wants == replay.terms.make("true")
        if found is None and (trivial or (what == "satisfiable" and document["verdict"] == "fails")):
            continue
        need(type(found) is int and 0 <= found < len(replay.steps), f"'proves.{what}' is not the number of a step")
        sequent = replay.steps[found]
        need(sequent.conclusion == wants, f"step {found} does not conclude what 'proves.{what}' must")
        rests = len(sequent.hypotheses)
        need(not rests, f"step {found} ('proves.{what}') still rests on {rests} hypotheses")
    goal_bytes = canonical(document["goal"])
    return {
        "claim": document["claim"], "variant": document["variant"], "verdict": document["verdict"],
        "goal_sha256": hashlib.sha256(goal_bytes).hexdigest(), "steps": len(replay.steps),
        "rules": sorted(replay.rules_used),
    }  # fmt: skip


def check_file(path: str) -> dict[str, Any]:
    """Check one file; the summary has ``accepted`` and, if not, ``reason``. Never raises for bad input."""
    from certs.objects import check as check_object

    start = time.perf_counter()
    result: dict[str, Any] = {"file": path, "accepted": False}
    try:
        status = os.stat(path)
        need(stat.S_ISREG(status.st_mode), "not a file")
        need(status.st_size <= MAX_BYTES, f"larger than {MAX_BYTES} bytes")
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        result["sha256"] = hashlib.sha256(data).hexdigest()
        document = parse(data)
        about_an_object = document.get("format") == OBJECT_FORMAT
        result |= (check_object(document) if about_an_object else check(document)) | {"accepted": True}
    except Rejected as error:
        result["reason"] = str(error)
    except OSError as error:
        result["reason"] = f"cannot be read: {error.strerror}"
    except RecursionError:
        result["reason"] = "a term is nested too deep"
    except MemoryError:
        result["reason"] = "out of memory"
    except Exception as error:  # a defect of the checker: reject, and say so
        result["reason"] = f"internal error, please report it: {type(error).__name__}: {error!s:.200}"
    return result | {"seconds": round(time.perf_counter() - start, 3)}


__all__ = ["LOGIC", "Rejected", "Replay", "Sequent", "canonical", "check", "check_file", "parse", "subsort"]
