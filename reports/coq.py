"""Steps of certificates as lemmas for Coq: a second kernel checks what the rules of our own checker accepted.

A step of the rules below concludes a formula from those of earlier steps. The lemma says that these formulas imply
that one, for all values of their free variables, and has a proof made from the step's witness:

- ``ring``, ``rewrite``, ``gram``, ``definite``: identities, closed by Coq's normal form of polynomials (``lra`` without
  hypotheses), in any inner-product space;
- ``positivstellensatz``: the sum of the witness is positive by the facts, and zero by the same normal form;
- ``compute``: the verified evaluator of ``theorems/formal/evaluation.v``, as ``embedding_evaluation.v`` applies it;
- ``enclosure``: ``interval`` of coq-interval, in Coq's own integers, and ``integral`` for the error function.

Numbers of both sorts are read as real numbers; in ``compute``, which quantifies over integers, as real numbers that
are integers (``theorems/formal/embedding.v``). In algebra what is not polynomial (a sum, f(n), a branch) is read as a
variable: a lemma for all real numbers implies one for those that are integers, or sums.
Where the rule tells two different terms equal, because the arguments of a function are equal polynomials, the lemma
has the function, a variable too, at both. Functions of integers may be read as functions of real numbers, since they
extend to them. Division, roots and logarithms outside their domains have some value in Coq as in our language.

Of the other rules most are natural deduction, Coq's own logic. The facts that the rest draw on are proved once and for
all: of ``lemma``, ``induction`` and ``mean_value`` in ``theorems/formal/lemma_table_facts.v``, of ``derivative`` in
``derivative_facts.v``. Not for Coq are ``choice``, since proofs there may not use the axiom of choice, and steps of
``compute`` that count ``vertices``, which its evaluator does not know. How steps are put together, ``reports.whole``
has Coq check.

Lemmas that differ in the names of variables only are one. Nothing here has a part in a verdict.
"""

from __future__ import annotations

import hashlib
import re
import resource
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from certs.checker import FORMAT, OBJECT_FORMAT, Replay, parse
from certs.language import UNLIMITED, Rejected
from reports.closed import compute_lemma, enclosure_lemma
from reports.lemmas import Lemma, NoCounterpart, Step
from reports.polynomials import Polynomials
from theorems.assistant import ACCEPTED, INSTALL, LIBRARY, Build, coq

CONCLUSIONS: dict[str, Callable[..., int]] = {  # of the rules of algebra, from the terms of a step
    "ring": lambda t, a, b: t.make("=", a, b),
    "rewrite": lambda t, formula: formula,
    "gram": lambda t, u: t.make("<=", t.num(0), t.make("dot", u, u)),
    "definite": lambda t, u, v: t.make("=", u, v),
}
RULES = (*CONCLUSIONS, "positivstellensatz", "compute", "enclosure")
SECONDS = 300  # for one file of lemmas
BATCH = 400  # lemmas in one file


# --- from certificates to lemmas -----------------------------------------------------------------------------


def translate(document: dict[str, Any]) -> list[Step]:
    """Every step of ``RULES`` in a certificate, in order. Raises as ``replayed`` does."""
    if document.get("format") == OBJECT_FORMAT:  # a certificate about an object has no steps
        return []
    replay, table = replayed(document)
    steps = []
    for number, (rule, premises, terms, data) in enumerate(document["steps"]):
        if rule in RULES:
            given = [replay.steps[p].conclusion for p in premises]
            try:
                lemma, legend = _lemma(replay, rule, given, [table[t] for t in terms], data)
                steps.append(Step(number, rule, lemma, legend=legend))
            except NoCounterpart as reason:
                steps.append(Step(number, rule, None, str(reason)))
    return steps


def replayed(document: dict[str, Any]) -> tuple[Replay, list[int]]:
    """A certificate's steps, replayed by the checker's rules, and its table of terms.

    Raises Rejected for what is no certificate with steps, and when the checker rejects a step.
    """
    if document.get("format") != FORMAT:
        raise Rejected(f"its format is {document.get('format')!r}, not {FORMAT!r}")
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


def lemma_of(replay: Replay, rule: str, given: list[int], terms: list[int], data: Any) -> Lemma:
    """The lemma that a step of one of ``RULES`` is right: some formulas imply what the rule concludes from them.

    ``given`` are the conclusions of the steps that it uses; the rule itself is not asked. Raises NoCounterpart.
    """
    return _lemma(replay, rule, given, terms, data)[0]


def _lemma(replay: Replay, rule: str, given: list[int], terms: list[int],
           data: Any) -> tuple[Lemma, tuple[tuple[str, str], ...]]:  # fmt: skip
    t = replay.terms
    given = [t.unfold(g) for g in given]
    terms = [t.unfold(x) for x in terms]
    if rule == "compute":
        return compute_lemma(t, terms[0]), ()
    if rule == "enclosure":
        return enclosure_lemma(replay, given, terms, data), ()
    writer = Polynomials(replay)
    if rule == "positivstellensatz":
        lemma = writer.refutation(given, terms[0], terms, data)
    else:
        lemma = writer.algebra(rule, given, CONCLUSIONS[rule](t, *terms))
    return lemma, writer.legend()


# --- asking Coq ----------------------------------------------------------------------------------------------


HEADS = {
    "steps": "From Coq Require Import Reals Lra.\nFrom Marginalia.formal Require Import steps.\nOpen Scope R_scope.\n",
    "embedding_evaluation": "From Coq Require Import Reals.\n"
                            "From Marginalia.formal Require Import evaluation embedding embedding_evaluation.\n"
                            "Open Scope R_scope.\n",
    "embedding_enclosure": "From Coq Require Import Reals.\nFrom Coquelicot Require Import Coquelicot.\n"
                           "From Marginalia.formal Require Import error_function embedding embedding_enclosure.\n"
                           "Open Scope R_scope.\n",
}  # fmt: skip
AXIOM = re.compile(r"^(?!Axioms:)(\w[\w.']*)(?= :|$)", re.MULTILINE)
PLACE = re.compile(r'^File "[^"]*", line (\d+)', re.MULTILINE)


@dataclass
class Answers:
    """What Coq said: each lemma to "" where it did what was asked, else to its complaint; seconds of processor time."""

    complaints: dict[Lemma, str] = field(default_factory=dict)
    seconds: float = 0.0


@dataclass
class Summary:
    """What Coq says of the steps of certificates, counted by rule; equal lemmas of different steps are one.

    ``without`` counts the steps that have no lemma, by rule and reason. ``unproved`` and ``refuted`` list the first
    step of each lemma that Coq did not prove, or whose negation it proved: certificate, step, statement, complaint.
    """

    files: int = 0
    steps: Counter[str] = field(default_factory=Counter)
    without: Counter[tuple[str, str]] = field(default_factory=Counter)
    lemmas: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    unproved: list[tuple[str, Step, str]] = field(default_factory=list)
    refuted: list[tuple[str, Step, str]] = field(default_factory=list)
    seconds: float = 0.0

    def table(self) -> str:
        """The counts as lines of text, one a rule."""
        lines = [f"{'rule':<20}{'steps':>8}{'lemmas':>8}{'asked':>8}{'agreed':>8}{'unproved':>10}{'refuted':>9}"
                 f"{'no counterpart':>16}"]  # fmt: skip
        for rule in RULES:
            unproved, refuted = (sum(s.rule == rule for _, s, _ in found) for found in (self.unproved, self.refuted))
            without = sum(n for (r, _), n in self.without.items() if r == rule)
            lines.append(f"{rule:<20}{self.steps[rule]:>8}{self.lemmas[rule]:>8}{self.asked[rule]:>8}"
                         f"{self.agreed[rule]:>8}{unproved:>10}{refuted:>9}{without:>16}")  # fmt: skip
        lines += [f"no counterpart: {n} of {rule}: {reason}" for (rule, reason), n in sorted(self.without.items())]
        lines.append(f"{self.seconds:.0f} seconds of processor time")
        return "\n".join(lines)

    def complaints(self) -> list[str]:
        """A line for each lemma on which Coq does not agree."""
        lines = []
        for verb, found in (("does not prove", self.unproved), ("refutes", self.refuted)):
            for path, step, said in found:
                statement = step.lemma.statement if step.lemma else ""
                lines.append(f"Coq {verb} step {step.number} ({step.rule}) of {path}: {statement}: {said}")
        return lines


def recheck(paths: Iterable[Path], processes: int = 2, share: int = 1) -> Summary:
    """Have Coq check the steps of the certificates at some paths, or of every ``share``-th of their lemmas.

    Which lemmas depends on their text alone. Raises ``Rejected`` when the checker rejects a certificate, and
    RuntimeError as ``prove`` does.
    """
    summary = Summary()
    first: dict[Lemma, tuple[str, Step]] = {}
    before = used()
    with ProcessPoolExecutor(processes) as pool:
        for path, steps in pool.map(_translated, paths, chunksize=4):
            summary.files += 1
            for step in steps:
                summary.steps[step.rule] += 1
                if step.lemma is None:
                    summary.without[step.rule, step.reason] += 1
                else:
                    first.setdefault(step.lemma, (str(path), step))
    summary.lemmas.update(lemma.rule for lemma in first)
    wanted = [lemma for lemma in first if chosen(lemma, share)]
    summary.asked.update(lemma.rule for lemma in wanted)
    said = prove(wanted, processes).complaints
    summary.agreed.update(lemma.rule for lemma, complaint in said.items() if not complaint)
    doubtful = [lemma for lemma, complaint in said.items() if complaint]
    opposite = refute(doubtful, processes).complaints if doubtful else {}
    for lemma in doubtful:
        found = summary.unproved if opposite[lemma] else summary.refuted
        found.append((*first[lemma], said[lemma]))
    summary.seconds = used() - before
    return summary


def chosen(lemma: Lemma, share: int) -> bool:
    """Whether a lemma is in the sample of every ``share``-th one, which depends on its text alone."""
    return int.from_bytes(hashlib.sha256(lemma.statement.encode()).digest()[:8], "big") % share == 0


def _translated(path: Path) -> tuple[Path, list[Step]]:
    with read(path) as document:
        return path, translate(document)


@contextmanager
def read(path: Path) -> Iterator[dict[str, Any]]:
    """The document at a path, for what may take as deep recursion as the checker's command; Rejected names the path."""
    sys.setrecursionlimit(20_000)
    try:
        yield parse(path.read_bytes())
    except Rejected as error:
        raise Rejected(f"{path}: {error}") from None


def prove(lemmas: Iterable[Lemma], processes: int = 2) -> Answers:
    """Have Coq prove lemmas, many in a file. Raises RuntimeError when it is not installed, when it does not accept
    the library, or when a proof leans on an axiom that is not accepted."""
    return _ask(lemmas, processes, _proved)


def refuse(lemmas: Iterable[Lemma], processes: int = 2) -> Answers:
    """Have Coq try the same proofs, and linear arithmetic, on the lemmas' false variants: a complaint is a variant
    that was not refused. Raises as ``prove`` does; a lemma without a false variant is left out."""
    return _ask([lemma for lemma in lemmas if lemma.false], processes, _refused)


def vacuous(lemmas: Iterable[Lemma], processes: int = 2) -> Answers:
    """Have Coq prove, of lemmas that have hypotheses, that these contradict each other: of such a lemma the false
    variant is true as well. Raises as ``prove`` does."""
    return _ask([lemma for lemma in lemmas if lemma.absurd], processes, _absurd)


def _absurd(lemma: Lemma, name: str) -> str:
    return (f"Lemma {name} : {lemma.absurd}. Proof. intros; subst; rewrite ?inner_scale_right in *; "
            f"first [lra | nra]. Qed.")  # fmt: skip


def refute(lemmas: Iterable[Lemma], processes: int = 2) -> Answers:
    """Have Coq prove the negations of lemmas: closed ones by evaluation, others at a few small numbers. Raises as
    ``prove`` does.

    A rule claims a lemma for all values of its variables, also where these stand for sums or functions: a lemma that
    is refuted is a rule that accepted too much, even if what it concluded happens to be true."""
    return _ask(lemmas, processes, _negated)


def _negated(lemma: Lemma, name: str) -> str:
    if lemma.rule == "compute":
        proof = lemma.proof.replace("(embedded_true ", "(embedded_false ", 1)
    elif lemma.rule == "enclosure":
        proof = "intro H; revert H; first [apply Rlt_not_le | apply Rle_not_lt]; plain; interval with (i_prec 100)"
    else:
        count = len(re.findall(r"\(\w+ : R\)", lemma.statement.partition(",")[0]))
        values = [[v] * count for v in (0, 1, -1, 2)] + [[(n + 1) * k**n for n in range(count)] for k in (1, -1)]
        tries = [f"pose proof (H {' '.join(f'({v})' for v in row)}) as K" if count else "pose proof H as K"
                 for row in values]  # fmt: skip
        use = "repeat specialize (K ltac:(lra)); lra"
        proof = f"intro H; first [{' | '.join(f'solve [{t}; {use}]' for t in dict.fromkeys(tries))}]"
    return f"Lemma {name} : ~ ({lemma.statement}). Proof. {proof}. Qed."


def _proved(lemma: Lemma, name: str) -> str:
    return f"Lemma {name} : {lemma.statement}. Proof. {lemma.proof}. Qed."


def _refused(lemma: Lemma, name: str) -> str:
    others = [" | solve [intros; lra]"] if lemma.library == "steps" else []
    return f"Goal {lemma.false}. Proof. Fail first [solve [{lemma.proof}]{''.join(others)}]. Abort."


def _ask(lemmas: Iterable[Lemma], processes: int, write: Callable[[Lemma, str], str]) -> Answers:
    answers, before = Answers(), used()
    by_library: dict[str, list[Lemma]] = {}
    for lemma in dict.fromkeys(lemmas):
        by_library.setdefault(lemma.library, []).append(lemma)
    with tempfile.TemporaryDirectory() as folder:
        build = library(Path(folder), by_library, processes)
        batches = [(n, i, ls[i : i + BATCH]) for n, ls in by_library.items() for i in range(0, len(ls), BATCH)]
        with ThreadPoolExecutor(processes) as pool:
            for said in pool.map(lambda b: _batch(build, f"{b[0]}_{b[1]}", b[2], write), batches):
                answers.complaints |= said.complaints
    answers.seconds = used() - before
    return answers


def library(folder: Path, names: Iterable[str], processes: int) -> Build:
    """Files of ``theorems/formal``, compiled in a folder. Raises RuntimeError when Coq is not installed, or does not
    accept them."""
    if coq() is None:
        raise RuntimeError(f"Coq is not installed ({INSTALL})")
    build = Build(LIBRARY, folder)
    complaints = build.compile([LIBRARY / "formal" / f"{name}.v" for name in names], processes)
    if any(complaints.values()):
        raise RuntimeError(f"Coq does not accept the library: {complaints}")
    return build


def used() -> float:
    """Seconds of processor time of the processes that ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _batch(build: Build, stem: str, lemmas: list[Lemma], write: Callable[[Lemma, str], str]) -> Answers:
    """Ask about lemmas of one library, again without those that Coq complains about, until it accepts the file."""
    answers = Answers()
    left = lemmas
    while left:
        name = f"batch_{stem}_{len(answers.complaints)}.v"
        head = HEADS[left[0].library]
        lines = [write(lemma, f"step_{n}") for n, lemma in enumerate(left)]
        if write is not _refused:  # one question about all axioms: each reads through the library's proofs
            uses = " ".join(f"let _ := step_{n} in" for n in range(len(left)))
            lines.append(f"Definition all : True := {uses} I. Print Assumptions all.")
        (build.into / name).write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
        code, out, complaint = build.coqc(name, SECONDS)
        if code == 0:
            unknown = sorted(set(AXIOM.findall(out)) - ACCEPTED) if write is not _refused else []
            if unknown:
                raise RuntimeError(f"proofs lean on axioms that are not accepted: {', '.join(unknown)}")
            answers.complaints |= dict.fromkeys(left, "")
            break
        found = PLACE.search(complaint)
        at = int(found[1]) - head.count("\n") - 1 if found else len(left)
        if at < len(left):
            answers.complaints[left[at]] = " ".join(complaint.split())[-600:]
            if write is _refused:  # what stands before it was refused, and no axioms are asked for
                answers.complaints |= dict.fromkeys(left[:at], "")
                left = left[at + 1 :]
            else:
                left = left[:at] + left[at + 1 :]
        elif len(left) == 1:
            answers.complaints[left[0]] = complaint[-600:]
            break
        else:  # it took too long, or ran out of memory: about which lemma, smaller files tell
            for part, half in (("a", left[: len(left) // 2]), ("b", left[len(left) // 2 :])):
                answers.complaints |= _batch(build, f"{stem}_{part}", half, write).complaints
            break
    return answers
