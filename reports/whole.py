"""Whole certificates for Coq: one file whose last theorem is the goal, its proof put together step by step.

Each step of a certificate becomes a lemma: for all values of the free variables, which are integers where their sort
says so, the hypotheses imply the conclusion. Its proof is a term made from the lemmas of the steps before it, one for
each rule, so that Coq's kernel checks how steps are put together: substitution, bound variables, what a variable may
not occur in, discharged hypotheses, definitions, instances of table entries. What the rules of algebra and
computation claim is proved as in ``reports.coq``, about the terms of the embedding (``reports.embedding``).

A variable that a premise has and its conclusion has not takes some value: 0, a function that is 0, a point of the
space. The spaces V, V1, ... and the function ``vertices`` are variables of the theorem; what ``compute`` finds about
vertices becomes a hypothesis of it, and is told.
"""

from __future__ import annotations

import functools
import hashlib
import statistics
import tempfile
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from certs.checker import OBJECT_FORMAT, Replay
from certs.language import is_vector
from certs.rules.lemma import ENTRIES
from reports.closed import compute_lemma, enclosure_lemma
from reports.coq import AXIOM, CONCLUSIONS, PLACE, library, read, replayed, used
from reports.embedding import ATOM, NAMES, Embedding
from reports.lemmas import Lemma, NoCounterpart
from reports.polynomials import Polynomials
from reports.slopes import Slopes
from theorems.assistant import ACCEPTED, Build

HEAD = """Open Scope R_scope.
Unset Asymmetric Patterns.
Section Certificate.
Variable vertices : R -> R -> (R -> R -> R) -> R.
Hypothesis int_vertices : forall (n m : R) (b : R -> R -> R), is_int (vertices n m b).
"""
FACTS = ("derivative_facts", "embedding_enclosure", "embedding_evaluation", "embedding_facts")
SECONDS = 900  # for the file of one certificate
CHOICE = {"RelationalChoice.relational_choice", "ClassicalUniqueChoice.dependent_unique_choice"}


# --- from certificates to files ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A step whose proof is written: its number, premises, terms and data, and the variables that have a value."""

    number: int
    premises: list[int]
    terms: list[int]
    data: Any
    scope: frozenset[int]

    def beside(self, variable: int) -> Place:
        """The same with one more variable that has a value."""
        return replace(self, scope=self.scope | {variable})


class Whole:
    """Writes one certificate that the checker accepted, ``replay`` and ``table`` as ``replayed`` returns them."""

    def __init__(self, document: dict[str, Any], replay: Replay, table: list[int]) -> None:
        self.document, self.k, self.t, self.table = document, replay, replay.terms, table
        self.e = Embedding(replay.terms)
        self.lines: list[str] = []
        self.steps: dict[int, int] = {}  # a line to the step that it belongs to
        self.formulas: dict[int, str] = {}  # to the name and arguments of its definition
        self.lemmas: dict[str, str] = {}  # statements proved by computation or algebra, to names
        self.counted: list[str] = []  # statements about vertices that are taken from the checker
        self.libraries = {"evaluation", "steps", "embedding", "embedding_facts"}
        self.errors = any(node[0] == "erf" for node in self.t.nodes)

    # The file.

    def text(self) -> str:
        """The file. Raises NoCounterpart for a step that cannot be written."""
        self.lines = HEAD.splitlines()
        for space in sorted({part for sort in self.t.sorts for part in sort.split("->") if is_vector(part)}):
            self.lines += [f"Variable {space} : space.", f"Variable origin_{space} : {space}."]
        for name in self.t.definitions:
            self._define(name)
        for number in self.needed():
            if self.document["steps"][number][0] != "assume":
                try:
                    self._step(number)
                except NoCounterpart as reason:
                    raise NoCounterpart(f"step {number} ({self.document['steps'][number][0]}): {reason}") from None
        proved = self._sequents()
        for what, (formula, number) in proved.items():
            self._add(f"Theorem {what} : {self.e.formula(formula)}. Proof. exact s{number}. Qed.", number)
        names = f"({', '.join(proved)})"
        self.lines += ["End Certificate.", f"Definition certificate := {names}.", "End Whole."]
        self.lines.append("Print Assumptions Whole.certificate.")
        return "\n".join([self._imports(), *self.lines]) + "\n"

    def _sequents(self) -> dict[str, tuple[int, int]]:
        """What the certificate must prove, with the steps that do: as the checker asks for it."""
        formula = self.table[self.document["goal"]["formula"]]
        fails = self.document["verdict"] == "fails"
        wanted = {"goal": self.t.make("not", formula) if fails else formula, "defined": self.t.defined(formula),
                  "satisfiable": self.t.satisfiable(formula)}  # fmt: skip
        found = self.document["proves"]
        for what, wants in wanted.items():
            trivial = what != "goal" and wants == self.t.make("true")
            if found[what] is None and not (trivial or (what == "satisfiable" and fails)):
                raise NoCounterpart(f"nothing proves what 'proves.{what}' must")
        return {what: (wants, found[what]) for what, wants in wanted.items() if found[what] is not None}

    def _imports(self) -> str:
        """One line that loads what the file needs; the names of ``steps.v`` hide others. Within a module, so that
        Coq tells axioms by their full names at the end."""
        integrals = self.errors or "embedding_enclosure" in self.libraries
        names = [*["error_function"] * integrals, *sorted(self.libraries)]
        imported = " ".join([*["Coquelicot.Coquelicot"] * integrals, *names])
        return (f"From Coq Require Reals Lia Lra Classical. From Coquelicot Require Coquelicot. From Marginalia.formal "
                f"Require derivative_facts {' '.join(names)}. Module Whole. "
                f"Import Reals Lia Lra Classical {imported}.")  # fmt: skip

    def needed(self) -> list[int]:
        """The steps on which what the certificate proves rests."""
        found: set[int] = set()
        waiting = [n for n in self.document["proves"].values() if n is not None]
        while waiting:
            number = waiting.pop()
            if number not in found:
                found.add(number)
                waiting += self.document["steps"][number][1]
        return sorted(found)

    def _add(self, line: str, number: int) -> None:
        self.lines.append(line)
        self.steps[len(self.lines) + 1] = number  # one line stands before these

    def _define(self, name: str) -> None:
        parameters, body = self.t.definitions[name]
        own = "".join(f" ({self.e.name(p)} : {self.e.kind(self.t.sorts[p])})" for p in parameters)
        self.lines.append(f"Definition d_{name}{own} : {self.e.kind(self.t.sorts[body])} := {self.e.term(body)}.")
        guard = self.e.guard(self.t.sorts[body], f"(d_{name}{''.join(f' {self.e.name(p)}' for p in parameters)})")
        if guard is not None:
            binders = self._binders(parameters)
            self.lines.append(f"Lemma int_d_{name} : {f'forall{binders}, ' if binders else ''}{guard}.")
            self.lines.append(f"Proof. exact ({f'fun{binders} => ' if binders else ''}{self.e.proof(body)}). Qed.")

    # Formulas and variables.

    def _variables(self, formulas: Iterable[int]) -> list[int]:
        return sorted(frozenset().union(*(self.t.free[f] for f in formulas)))

    def _binder(self, variable: int) -> str:
        """A variable and the guard of its sort, as they are bound."""
        name, sort = self.e.name(variable), self.t.sorts[variable]
        guard = self.e.guard(sort, name)
        return f"({name} : {self.e.kind(sort)})" + (f" (g_{name} : {guard})" if guard else "")

    def _binders(self, variables: Iterable[int]) -> str:
        return "".join(f" {self._binder(v)}" for v in variables)

    def reference(self, formula: int) -> str:
        """A formula by the name of its definition, written when it is first asked for."""
        if formula not in self.formulas:
            own = self._variables([formula])
            name = f"F{formula}"
            binders = "".join(f" ({self.e.name(v)} : {self.e.kind(self.t.sorts[v])})" for v in own)
            self.lines.append(f"Definition {name}{binders} : Prop := {self.e.formula(formula)}.")
            arguments = " ".join([name, *map(self.e.name, own)])
            self.formulas[formula] = f"({arguments})" if own else name
        return self.formulas[formula]

    def _some(self, sort: str) -> str:
        """A value of a sort, and the proof of its guard."""
        value = self._value(sort)
        if not self.e.guarded(sort):
            return value
        domains = sort.split("->")[:-1]
        binders = "".join(f" _{' _' * (d == 'int')}" for d in domains)
        return f"{value} {f'(fun{binders} => int_num 0)' if domains else '(int_num 0)'}"

    def _value(self, sort: str) -> str:
        *domains, values = sort.split("->")
        value = {"int": "0", "real": "0", "bool": "True"}.get(values, f"origin_{values}")
        return f"(fun{' _' * len(domains)} => {value})" if domains else value

    # Steps.

    def _step(self, number: int) -> None:
        """Write the lemma of a step."""
        rule, premises, terms, data = self.document["steps"][number]
        hypotheses, conclusion = self.k.steps[number]
        own = self._variables([*hypotheses, conclusion])
        place = Place(number, premises, [self.table[t] for t in terms], data, frozenset(own))
        more = self._more(rule, place)
        place = replace(place, scope=place.scope | set(more))
        wanted = self.reference(conclusion)
        given = [(f"h{h}", self.reference(h)) for h in sorted(hypotheses)]
        method = getattr(self, f"_{rule}", None)
        if method is None:
            raise NoCounterpart("the rule is not written")
        proof = method(place)
        if more:
            values = " ".join(self._some(self.t.sorts[v]) for v in more)
            proof = f"((fun{self._binders(more)} => {proof}) {values})"
        binders = self._binders(own)
        statement = (f"forall{binders}, " if binders else "") + " -> ".join([*(f for _, f in given), wanted])
        binders += "".join(f" ({h} : {f})" for h, f in given)
        body = f"fun{binders} => {proof}" if binders else proof
        self._add(f"Lemma s{number} : {statement}. Proof. exact ({body}). Qed.", number)

    def _more(self, rule: str, place: Place) -> list[int]:
        """The variables of a step's terms and premises that neither its conclusion nor its hypotheses have, and that
        it does not bind."""
        binds = set(place.terms) if rule in ("forall_intro", "exists_elim", "choice") else set()
        given = [self.given(place, n) for n in range(len(place.premises))]
        return [v for v in self._variables([*place.terms, *given]) if v not in place.scope | binds]

    def use(self, place: Place, premise: int) -> str:
        """The proof that a premise of a step gives, where the variables of its scope have values."""
        number = place.premises[premise]
        hypotheses, conclusion = self.k.steps[number]
        if self.document["steps"][number][0] == "assume":
            return f"h{conclusion}"
        arguments = []
        for variable in self._variables([*hypotheses, conclusion]):
            sort = self.t.sorts[variable]
            known = variable in place.scope
            arguments.append(self.e.witness(variable, sort) if known else self._some(sort))
        arguments += [f"h{h}" for h in sorted(hypotheses)]
        return f"({' '.join([f's{number}', *arguments])})" if arguments else f"s{number}"

    def given(self, place: Place, premise: int = 0) -> int:
        """What a premise concludes."""
        return self.k.steps[place.premises[premise]].conclusion

    def _assuming(self, formula: int) -> str:
        return f"fun h{formula} : {self.reference(formula)} =>"

    # Natural deduction.

    def _implies_intro(self, place: Place) -> str:
        return f"({self._assuming(place.terms[0])} {self.use(place, 0)})"

    _not_intro = _implies_intro

    def _implies_elim(self, place: Place) -> str:
        return f"({self.use(place, 0)} {self.use(place, 1)})"

    def _and_intro(self, place: Place) -> str:
        return f"(conj {self.use(place, 0)} {self.use(place, 1)})"

    def _and_elim(self, place: Place) -> str:
        return f"match {self.use(place, 0)} with conj a b => {'ab'[place.data]} end"

    def _or_intro(self, place: Place) -> str:
        left = self.given(place) == self.t.nodes[place.terms[0]][1]
        return f"({'or_introl' if left else 'or_intror'} {self.use(place, 0)})"

    def _cases(self, place: Place) -> str:
        a, b = self.t.nodes[self.given(place)][1:]
        return (f"match {self.use(place, 0)} with or_introl h{a} => {self.use(place, 1)} "
                f"| or_intror h{b} => {self.use(place, 2)} end")  # fmt: skip

    def _excluded_middle(self, place: Place) -> str:
        return f"(classic {self.reference(place.terms[0])})"

    def _not_elim(self, place: Place) -> str:
        return f"({self.use(place, 1)} {self.use(place, 0)})"

    def _contradiction(self, place: Place) -> str:
        negation = self.t.make("not", place.terms[0])
        return f"(NNPP {self.reference(place.terms[0])} ({self._assuming(negation)} {self.use(place, 0)}))"

    def _truth(self, place: Place) -> str:
        return "I"

    def _forall_intro(self, place: Place) -> str:
        variable = place.terms[0]
        return f"(fun {self._binder(variable)} => {self.use(place.beside(variable), 0)})"

    def _forall_elim(self, place: Place) -> str:
        sort = self.t.nodes[self.given(place)][1]
        return f"({self.use(place, 0)} {self.e.witness(place.terms[0], sort)})"

    def _exists_intro(self, place: Place) -> str:
        formula, term = place.terms
        given = self.use(place, 0)
        if self.e.guarded(self.t.nodes[formula][1]):
            given = f"(conj {self.e.proof(term)} {given})"
        return f"(ex_intro {self.e.family(formula)} {self.e.term(term, ATOM)} {given})"

    def _exists_elim(self, place: Place) -> str:
        variable = place.terms[0]
        instance = self.t.instantiate(self.given(place), variable)
        name = self.e.name(variable)
        known = f"(conj g_{name} h{instance})" if self.e.guarded(self.t.sorts[variable]) else f"h{instance}"
        return f"match {self.use(place, 0)} with ex_intro _ {name} {known} => {self.use(place.beside(variable), 1)} end"

    def _definition(self, place: Place) -> str:
        return self.use(place, 0)

    def _equality(self, place: Place) -> str:
        a, b = (self.e.term(x, ATOM) for x in self.t.nodes[self.given(place)][1:])
        return (f"(eq_ind {a} {self.e.term(place.terms[0], ATOM)} {self.use(place, 1)} {b} "
                f"{self.use(place, 0)})")  # fmt: skip

    def _induction(self, place: Place) -> str:
        predicate, start = (self.e.term(x, ATOM) for x in place.terms)
        return (f"(int_induction {predicate} {start} {self.e.proof(place.terms[1])} {self.use(place, 0)} "
                f"{self.use(place, 1)})")  # fmt: skip

    def _choice(self, place: Place) -> str:
        _, domain, inner = self.t.nodes[self.given(place)]
        _, value, body = self.t.nodes[inner]
        around = (self.e.bound(domain, 0),)
        inside = (*around, self.e.bound(value, 1))
        relation = (f"(fun ({inside[0]} : {self.e.kind(domain)}) ({inside[1]} : {self.e.kind(value)}) => "
                    f"{self.e.term(body, 0, inside)})")  # fmt: skip
        guards = [f"(fun x : {self.e.kind(s)} => {self.e.guard(s, 'x')})" for s in (domain, value)
                  if self.e.guarded(s)]  # fmt: skip
        kind = {(False, False): "plain", (True, False): "argument", (False, True): "value", (True, True): "both"}
        name = kind[self.e.guarded(domain), self.e.guarded(value)]
        some = [self._value(value)] if self.e.guarded(domain) else []
        return f"({' '.join([f'choice_{name}', *some, relation, *guards, self.use(place, 0)])})"

    # Facts of mathematics.

    def _lemma(self, place: Place) -> str:
        sorts, _ = ENTRIES[place.data]
        terms = [self.e.term(x, ATOM) for x in place.terms]
        guards = [self.e.proof(x) for x, s in zip(place.terms, sorts, strict=True) if s in ("int", "int->int")]
        name = f"table_{place.data}"
        if "int->any" in sorts or "int->real" in sorts:  # the ends of the range come first
            values = self.t.sorts[place.terms[2]].partition("->")[2]
            if is_vector(values):
                name, terms = name.replace("table_", "table_vector_"), [*terms[:2], values, *terms[2:]]
            terms, guards = [*terms[:2], *guards, *terms[2:]], []
        given = [self.use(place, n) for n in range(len(place.premises))]
        return f"({' '.join([name, *terms, *guards, *given])})"

    def _mean_value(self, place: Place) -> str:
        function, slope = (self.e.term(x, ATOM) for x in place.terms)
        a, b = (self.e.term(x, ATOM) for x in self.t.nodes[self.given(place)][1:])
        return f"(real_mean_value {function} {slope} {a} {b} {self.use(place, 0)} {self.use(place, 1)})"

    def _derivative(self, place: Place) -> str:
        function, x, wanted = place.terms
        facts = {self.given(place, n): self.use(place, n) for n in range(len(place.premises))}
        found, proof = Slopes(self.e, facts, x).number(self.t.nodes[function][2])
        same = self._algebra(place, "ring", [], [found, wanted], [])
        curve = self.e.term(function, ATOM)
        ends = f"{self.e.term(x, ATOM)} {self.e.term(found, ATOM)} {self.e.term(wanted, ATOM)}"
        return f"(derivative_facts.same_slope {curve} {curve} {ends} {proof} (fun _ => eq_refl) {same})"

    # Algebra and computation.

    def _algebra(self, place: Place, rule: str, given: list[int], terms: list[int], proofs: list[str]) -> str:
        """The proof of a step by a lemma about what its terms are built from."""
        writer = Polynomials(self.k, natural=False)
        given, terms = [self.t.unfold(g) for g in given], [self.t.unfold(x) for x in terms]
        if rule == "positivstellensatz":
            lemma = writer.refutation(given, terms[0], terms, place.data)
        else:
            lemma = writer.algebra(rule, given, CONCLUSIONS[rule](self.t, *terms))
        values = [self._stands_for(key, kind) for key, _, kind in writer.binders()]
        name = self._proved(place, lemma)
        return f"({' '.join([name, *values, *proofs])})" if values or proofs else name

    def _proved(self, place: Place, lemma: Lemma) -> str:
        """The name of a lemma with a proof by tactics."""
        if lemma.statement not in self.lemmas:
            name = self.lemmas[lemma.statement] = f"l{len(self.lemmas)}"
            self._add(f"Lemma {name} : {lemma.statement}. Proof. {lemma.proof}. Qed.", place.number)
            self.libraries.add(lemma.library)
        return self.lemmas[lemma.statement]

    def _stands_for(self, key: Any, kind: str) -> str:
        """What a variable of a lemma of algebra stands for."""
        if type(key) is int:
            return self.e.term(key, ATOM)
        if key[0] == "space":
            return str(key[1])
        return "vector_sum" if key[0] == "sum" and not kind.endswith("R") else NAMES[key[0]]

    def _by_algebra(self, place: Place) -> str:
        rule = self.document["steps"][place.number][0]
        given = [self.given(place, n) for n in range(len(place.premises))]
        proofs = [self.use(place, n) for n in range(len(place.premises))]
        return self._algebra(place, rule, given, place.terms, proofs)

    _ring = _rewrite = _gram = _definite = _positivstellensatz = _by_algebra

    def _enclosure(self, place: Place) -> str:
        given = [self.t.unfold(self.given(place, n)) for n in range(len(place.premises))]
        terms = [self.t.unfold(x) for x in place.terms]
        lemma = enclosure_lemma(self.k, given, terms, place.data)
        values = [self.e.name(v) for v in place.terms[1:]]
        proofs = [self.use(place, n) for n in range(len(place.premises))]
        return f"({' '.join([self._proved(place, lemma), *values, *proofs])})"

    def _compute(self, place: Place) -> str:
        goal = self.t.unfold(place.terms[0])
        try:
            return self._proved(place, compute_lemma(self.t, goal))
        except NoCounterpart:
            if not self._mentions(goal, "vertices"):
                raise
            name = f"counted_{place.number}"
            self._add(f"Hypothesis {name} : {self.reference(place.terms[0])}.", place.number)
            self.counted.append(self.e.formula(goal))
            return name

    def _mentions(self, term: int, op: str) -> bool:
        return self.t.nodes[term][0] == op or any(self._mentions(c, op) for c in self.t.children(term))


# --- asking Coq ----------------------------------------------------------------------------------------------


@dataclass
class Answer:
    """What Coq says of a certificate: ``complaint`` is empty where it accepts it, and ``step`` is the one that it
    complains about. ``counted`` are the statements about vertices that the theorem has as hypotheses, and ``axioms``
    those beyond the accepted ones; only the axiom of choice may be among them."""

    path: Path
    complaint: str = ""
    step: int | None = None
    translated: bool = True
    steps: int = 0
    counted: list[str] = field(default_factory=list)
    axioms: list[str] = field(default_factory=list)
    seconds: float = 0.0


def translate(document: dict[str, Any]) -> Whole:
    """A certificate, ready to be written. Raises as ``replayed`` does."""
    return Whole(document, *replayed(document))


def ask(build: Build, path: Path) -> Answer | None:
    """Have Coq check the certificate at a path; None for one about an object, which has no steps. Raises Rejected when
    the checker rejects it."""
    before, answer = used(), Answer(path)
    with read(path) as document:
        if document.get("format") == OBJECT_FORMAT:
            return None
        try:
            whole = translate(document)
            text = whole.text()
        except NoCounterpart as reason:
            return replace(answer, complaint=f"not translated: {reason}", translated=False)
    answer.steps, answer.counted = len(whole.needed()), whole.counted
    stem = hashlib.sha256(str(path).encode()).hexdigest()[:16]  # a name for Coq, and different for different paths
    answer.complaint, answer.step, answer.axioms = checked(build, stem, whole, text)
    answer.seconds = used() - before
    return answer


def checked(build: Build, stem: str, whole: Whole, text: str) -> tuple[str, int | None, list[str]]:
    """Coq's complaint about a file, or "", the step that it is about, and the axioms beyond the accepted ones."""
    name = f"whole_{stem}.v"
    (build.into / name).write_text(text, encoding="utf-8")
    code, out, complaint = build.coqc(name, SECONDS)
    for left in build.into.glob(f"*whole_{stem}.*"):
        left.unlink()
    if code:
        found = PLACE.search(complaint)
        return " ".join(complaint.split())[-600:] or "it failed", whole.steps.get(int(found[1])) if found else None, []
    axioms = sorted(set(AXIOM.findall(out)) - ACCEPTED)
    unknown = sorted(set(axioms) - CHOICE)
    return f"leans on {', '.join(unknown)}" if unknown else "", None, axioms


def recheck(paths: Iterable[Path], processes: int = 2) -> list[Answer]:
    """Have Coq check the certificates at some paths as a whole. Raises as ``library`` and ``ask`` do."""
    with tempfile.TemporaryDirectory() as folder:
        build = library(Path(folder), FACTS, processes)
        with ProcessPoolExecutor(processes) as pool:
            return [answer for answer in pool.map(functools.partial(ask, build), paths) if answer]


def complaints(answers: list[Answer]) -> list[str]:
    """A line for each certificate that Coq does not accept."""
    return [
        f"Coq does not accept {'' if a.step is None else f'step {a.step} of '}{a.path}: {a.complaint}"
        for a in answers if a.complaint
    ]  # fmt: skip


def table(answers: list[Answer]) -> str:
    """The answers in a few lines of text."""
    accepted = [a for a in answers if not a.complaint]
    times = sorted(a.seconds for a in answers) or [0.0]
    choice = sum(1 for a in accepted if a.axioms)
    counted = sum(1 for a in accepted if a.counted)
    lines = [f"{len(answers)} certificates, {sum(a.translated for a in answers)} translated, {len(accepted)} accepted "
             f"by Coq ({sum(a.steps for a in accepted)} steps)",
             f"{choice} of them lean on the axiom of choice",
             f"{counted} of them assume numbers of vertices"]  # fmt: skip
    lines += [f"  {text}" for a in accepted for text in a.counted]
    lines.append(f"{sum(times):.0f} seconds of processor time, {statistics.median(times):.1f} for half of them, "
                 f"{times[-1]:.0f} for the longest")  # fmt: skip
    return "\n".join(lines)
