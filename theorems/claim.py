"""The model of a claim: statement, variants with their goals, evidence, instances, mutants; and their registry.

A claim's file builds one :class:`Claim` for the printed result and one for each step of its proof. It states goals
and expects verdicts; verdicts themselves are computed elsewhere, from what the checker accepts.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numerics.derive import Fact, Proof, SearchFailed, certificate, goal_bytes
from numerics.terms import TABLE, Term, names_of, naming, same, true

ROOT = Path(__file__).resolve().parent.parent
VERDICTS = ("proved", "reduced", "bounded", "solver", "tested", "refuted", "open")
VARIANTS = ("printed", "repaired", "sharpened")
REGISTRY: dict[str, Claim] = {}


class ClaimError(Exception):
    """A claim's file says something that cannot be; names the claim and what to do."""


@dataclass
class Goal:
    """One formula to be certified, with the derivation that certifies it.

    ``role`` is ``"statement"`` (the variant's own goal), ``"obligation"`` (what a prose reduction leaves) or
    ``"range"`` (the statement over a finite or compact range of its parameters).
    """

    name: str
    formula: Term
    role: str
    derive: Callable[[Proof, Term], Fact] | None = None
    refutes: bool = False
    satisfy: Callable[[Proof, Term], Fact] | None = None
    define: Callable[[Proof, Term], Fact] | None = None

    def __post_init__(self) -> None:
        self.names = names_of(self.formula)

    def bytes(self) -> bytes:
        """The goal's canonical bytes."""
        with naming(self.names):
            return goal_bytes(self.formula)


@dataclass
class Mutant:
    """A slightly stronger, false observation that the search must refute."""

    name: str
    observed: Term


@dataclass
class Variant:
    """A claim as printed, repaired or sharpened."""

    claim: Claim
    name: str
    statement: Goal
    expect: str
    why: str = ""
    counterexample: str | None = None
    prose: str | None = None
    facts: list[str] = field(default_factory=list)
    obligations: list[Goal] = field(default_factory=list)
    ranges: list[Goal] = field(default_factory=list)
    range: str | None = None
    observed: Term | None = None
    mutants: list[Mutant] = field(default_factory=list)

    @property
    def id(self) -> str:
        """``<claim id>.<variant>``."""
        return f"{self.claim.id}.{self.name}"

    def goals(self) -> list[Goal]:
        """Every goal that has a derivation."""
        return [g for g in [self.statement, *self.obligations, *self.ranges] if g.derive is not None]

    def store_path(self, goal: Goal) -> Path:
        """Where the certificate of a goal lies, below ``certs/store``."""
        tail = "" if goal.role == "statement" else f".{goal.name}"
        stem = self.claim.id.partition(".")[2]
        return Path(self.claim.source) / f"{stem}.{self.name}{tail}.json"


class Claim:
    """A stated result, or (with ``slug``) a step of its proof."""

    def __init__(self, source: str, kind: str, number: str, *, section: str, family: str, title: str, statement: str,
                 uses: Sequence[str] = (), slug: str | None = None) -> None:  # fmt: skip
        """Register the claim; ``number`` as printed, ``""`` for an unnumbered one, which needs a slug.

        ``uses`` holds ids without the source for claims of the same source. Raises ClaimError for a repeated id.
        """
        frame = sys._getframe(1)
        self.source, self.kind, self.number, self.slug = source, kind, number, slug
        self.section, self.family, self.title = section, family, title
        self.statement = inspect.cleandoc(statement)
        self.file = Path(frame.f_code.co_filename)
        self.headline = (frame.f_globals.get("__doc__") or "").strip().split("\n\n")[0].replace("\n", " ")
        stem = (
            f"{kind}_{number.replace('.', '_').lower()}" if number else f"section_{section.replace('.', '_').lower()}"
        )
        self.id = f"{source}.{stem}" + (f".{slug}" if slug else "")
        self.uses = [u if u.split(".")[0] in _sources() else f"{source}.{u}" for u in uses]
        self.variants: dict[str, Variant] = {}
        self.sampler: Callable[..., dict[str, Any]] | None = None
        self.pictures: list[Callable[[], tuple[str, str]]] = []
        other = REGISTRY.get(self.id)
        if other is not None and other.file != self.file:
            raise ClaimError(f"{self.id} is stated in {other.file} and again in {self.file}: rename one")
        REGISTRY[self.id] = self

    def variant(
        self,
        name: str,
        goal: Term,
        *,
        expect: str,
        why: str = "",
        counterexample: str | None = None,
        observed: Term | None = None,
    ) -> Variant:
        """A variant with its goal (a closed formula), the verdict expected, and one sentence why.

        ``observed`` is the comparison, over variables that :meth:`instances` supplies, from which margins are
        compiled; without it, the conclusion of the goal is used where it has no quantifier.
        """
        if name.split("_")[0] not in VARIANTS or expect not in VERDICTS:
            raise ClaimError(f"{self.id}: variant {name!r} or verdict {expect!r} is not a known one")
        if TABLE.free[goal.index] or goal.sort != "bool":
            raise ClaimError(f"{self.id}.{name}: the goal is not a closed formula")
        result = Variant(self, name, Goal(name, goal, "statement"), expect, why, counterexample, observed=observed)
        self.variants[name] = result
        return result

    def prove(self, *variants: Variant | Goal) -> Callable[[Callable[..., Fact]], Callable[..., Fact]]:
        """The derivation of a goal: a function of a new proof and the goal, returning the goal as a fact."""
        return self._attach(variants, refutes=False)

    def refute(self, *variants: Variant | Goal) -> Callable[[Callable[..., Fact]], Callable[..., Fact]]:
        """The derivation of a goal's negation."""
        return self._attach(variants, refutes=True)

    def _attach(self, variants: tuple[Variant | Goal, ...], refutes: bool) -> Callable[..., Any]:
        def attach(derive: Callable[..., Fact]) -> Callable[..., Fact]:
            for v in variants:
                goal = v.statement if isinstance(v, Variant) else v
                goal.derive, goal.refutes = derive, refutes
            return derive

        return attach

    def satisfied(self, *variants: Variant | Goal) -> Callable[[Callable[..., Fact]], Callable[..., Fact]]:
        """An exact instance of a goal's hypotheses: a function of a proof and the formula that says there is one."""

        def attach(satisfy: Callable[..., Fact]) -> Callable[..., Fact]:
            for v in variants:
                (v.statement if isinstance(v, Variant) else v).satisfy = satisfy
            return satisfy

        return attach

    def defined(self, *variants: Variant | Goal) -> Callable[[Callable[..., Fact]], Callable[..., Fact]]:
        """A proof that a goal evaluates nothing outside its domain, where arithmetic alone does not find one."""

        def attach(define: Callable[..., Fact]) -> Callable[..., Fact]:
            for v in variants:
                (v.statement if isinstance(v, Variant) else v).define = define
            return define

        return attach

    def reduce(self, variant: Variant, *, prose: str, facts: Sequence[str] = ()) -> None:
        """A reduction in prose, at most ten lines, citing entries of ``theorems.facts`` for what it does not prove."""
        variant.prose, variant.facts = inspect.cleandoc(prose), list(facts)
        if len(variant.prose.splitlines()) > 10:
            raise ClaimError(f"{variant.id}: a prose reduction has at most ten lines; certify more of it")

    def obligation(self, variant: Variant, name: str, goal: Term) -> Goal:
        """A goal that the prose reduction of a variant leaves."""
        variant.obligations.append(Goal(name, goal, "obligation"))
        return variant.obligations[-1]

    def over_range(self, variant: Variant, name: str, goal: Term, *, shown: str) -> Goal:
        """The statement over a finite or compact range of parameters, with the range as readers see it."""
        variant.ranges.append(Goal(name, goal, "range"))
        variant.range = shown
        return variant.ranges[-1]

    def instances(self, sampler: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        """The sampler: (rng, n) to exact arrays of n instances, one for each variable of what is observed."""
        self.sampler = sampler
        return sampler

    def mutant(self, name: str, variant: Variant, observed: Term) -> Mutant:
        """A minimal, false strengthening of what a variant observes; the search must refute it."""
        variant.mutants.append(Mutant(name, observed))
        return variant.mutants[-1]

    def picture(self, draw: Callable[[], tuple[str, str]]) -> Callable[[], tuple[str, str]]:
        """A picture for the report: a function without arguments that returns title and SVG."""
        self.pictures.append(draw)
        return draw


def _sources() -> Iterable[str]:
    return {path.parent.name for path in (ROOT / "theorems").glob("*/__init__.py")}


def build_certificate(variant: Variant, goal: Goal) -> dict[str, Any]:
    """Run a goal's derivation and return its certificate (not yet checked by the checker's own process).

    Raises SearchFailed with the step that was lost, or ClaimError when there is no derivation.
    """
    if goal.derive is None:
        raise ClaimError(f"{variant.id}: no derivation of {goal.name}")
    with naming(goal.names):
        return _build(variant, goal, goal.derive)


def _build(variant: Variant, goal: Goal, derive: Callable[[Proof, Term], Fact]) -> dict[str, Any]:
    p, formula = Proof(), goal.formula
    fact = derive(p, formula)
    verdict, satisfiable = "fails" if goal.refutes else "holds", None
    wanted = Term(TABLE.satisfiable(formula.index))
    if not goal.refutes and not same(wanted, true):
        satisfiable = goal.satisfy(p, wanted) if goal.satisfy else p.truth()
        if not same(satisfiable.formula, wanted):
            raise SearchFailed(f"{variant.id}: state an instance of the hypotheses with @claim.satisfied: {wanted!r}")
    total = Term(TABLE.defined(formula.index))
    defined = None
    if not same(total, true):
        defined = goal.define(p, total) if goal.define else p.show_defined(formula)
    name = variant.name if goal.role == "statement" else f"{variant.name}.{goal.name}"
    return certificate(p, variant.claim.id, name, formula, fact, verdict=verdict, defined=defined,
                       satisfiable=satisfiable)  # fmt: skip
