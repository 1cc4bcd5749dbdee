"""What worker processes do: load a claim's file and describe it, search, falsify, draw, have certificates checked.

Every function takes and returns plain values: file names, ids and names of goals in, JSON values out.
"""

from __future__ import annotations

import linecache
import sys
import traceback
from pathlib import Path
from typing import Any

from certs.checker import canonical
from numerics.backend import BackendError
from numerics.falsify import FalsifyError, Shard, run_shards
from numerics.margins import NotObservable
from numerics.terms import DOCUMENTED, TABLE, Term, names_of_definition, naming, show
from reports.pool import Lost
from reports.record import Record
from theorems import checking
from theorems.claim import ROOT, Claim, ClaimError, Goal, Variant, build_certificate
from theorems.registry import load
from theorems.verdict import TrialError, goals_of, statement_digest, trials_of


def claims_of(file: str, roots: list[str]) -> list[Claim]:
    """The claims of a file; ``roots`` are the folders that its imports may start from. Raises ClaimError."""
    sys.path += [root for root in roots if root not in sys.path]
    return load(Path(file))


def find(file: str, roots: list[str], claim: str, variant: str) -> Variant:
    """A variant of a claim of a file. Raises ClaimError."""
    return next(c for c in claims_of(file, roots) if c.id == claim).variants[variant]


def describe(file: str, roots: list[str], name: str) -> dict[str, Any]:
    """What the file states: ``claims`` as in a report but without evidence, and what evidence to look for.

    ``jobs`` maps each claim's id to ``pictures`` (how many) and ``variants``: name to ``goals`` (see
    :func:`theorems.verdict.goals_of`) and ``trials`` (whether falsification can say anything). Raises Lost for a file
    that cannot be loaded.
    """
    claims, jobs = [], {}
    try:
        loaded = claims_of(file, roots)
    except ClaimError as error:
        raise Lost(str(error)) from error
    for claim in loaded:
        variants = {v.name: _variant(v) for v in claim.variants.values()}
        claims.append({
            "id": claim.id, "source": claim.source, "kind": claim.kind, "number": claim.number or None,
            "slug": claim.slug, "section": claim.section, "family": claim.family, "title": claim.title, "file": name,
            "headline": claim.headline, "statement": claim.statement, "uses": claim.uses, "used_by": [],
            "variants": variants, "pictures": [],
        })  # fmt: skip
        jobs[claim.id] = {
            "pictures": len(claim.pictures),
            "variants": {
                v.name: {"goals": goals_of(v), "trials": claim.sampler is not None} for v in claim.variants.values()
            },
        }
    return {"claims": claims, "jobs": jobs}


def _variant(variant: Variant) -> dict[str, Any]:
    formula = variant.statement.formula
    reduction = {"prose": variant.prose, "facts": variant.facts} if variant.prose else None
    return {
        "verdict": "open", "expected": variant.expect, "range": variant.range, "why": variant.why,
        "goal_digest": statement_digest(variant),
        "goal": _latex(formula, variant.statement.names),
        "definitions": [
            {"name": name, "latex": _definition(name), "text": " ".join(DOCUMENTED.get(name, "").split())}
            for name in _definitions(formula)
        ],
        "counterexample": variant.counterexample, "reduction": reduction, "certificates": [], "rules": [],
        "falsification": None,
    }  # fmt: skip


def _latex(formula: Term, names: dict[int, str]) -> str:
    try:
        from theorems.latex import goal_latex

        with naming(names):
            return goal_latex(formula)
    except Exception:  # a goal that cannot be typeset is still a goal
        return rf"\texttt{{{show(formula)}}}"


def _definition(name: str) -> str:
    try:
        from theorems.latex import definition_latex

        with naming(names_of_definition(name)):
            return definition_latex(name)
    except Exception:
        return rf"\texttt{{{show(Term(TABLE.definitions[name][1]))}}}"


def _definitions(formula: Term) -> list[str]:
    """The definitions that a formula uses, and those that these use, in the order in which a reader meets them."""
    names: list[str] = []
    seen: set[int] = set()
    stack = [formula.index]
    while stack:
        t = stack.pop()
        if t in seen:
            continue
        seen.add(t)
        stack += reversed(TABLE.children(t))
        if TABLE.nodes[t][0] == "def" and TABLE.nodes[t][1] not in names:
            names.append(TABLE.nodes[t][1])
            stack.insert(0, TABLE.definitions[names[-1]][1])
    return names


def build(file: str, roots: list[str], claim: str, variant: str, goal: str) -> dict[str, Any]:
    """Search for a goal's certificate; ``goal`` is its path below the store.

    Returns ``certificate``, its canonical text, not yet checked; or ``lost``: the ``step`` (a line of the file), its
    ``place`` and the ``error``.
    """
    v = find(file, roots, claim, variant)
    try:
        return {"certificate": canonical(build_certificate(v, _goal(v, goal))).decode()}
    except Exception as error:
        return {"lost": _lost(error, Path(file))}


def _goal(variant: Variant, path: str) -> Goal:
    """The goal of a variant whose certificate lies at a path below the store."""
    goals = [variant.statement, *variant.obligations, *variant.ranges]
    return next(g for g in goals if variant.store_path(g).as_posix() == path)


def _lost(error: Exception, file: Path) -> dict[str, str]:
    """Where a search failed, seen from the claim's file: the innermost line there, or else the innermost of all."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [f for f in frames if Path(f.filename).resolve() == file.resolve()]
    frame = (inside or list(frames))[-1]
    path = Path(frame.filename)
    shown = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
    return {
        "step": linecache.getline(frame.filename, frame.lineno or 0).strip(),
        "place": f"{shown}:{frame.lineno} ({frame.name})",
        "error": f"{type(error).__name__}: {error}",
    }


def check(paths: list[str]) -> dict[str, dict[str, Any]]:
    """What the checker, in a process of its own, says of certificates."""
    return checking.check(paths)


def falsify(file: str, roots: list[str], claim: str, variant: str, instances: int, seed: int) -> dict[str, Any] | None:
    """Margins and mutants of a variant; see :func:`theorems.verdict.trials_of`. Raises Lost."""
    return _tried(find(file, roots, claim, variant), instances, seed)


def shards(file: str, roots: list[str], claim: str, variant: str, shards: list[Shard], seconds: float, seed: int,
           backend: str, precision: str) -> list[dict[str, Any]]:  # fmt: skip
    """The results of the first of some shards, at least one, as many as begin in so many seconds; none where nothing
    is observed. Raises Lost."""
    v = find(file, roots, claim, variant)
    try:
        return list(run_shards(v.claim, v, shards, seed, backend, precision, seconds))
    except (FalsifyError, NotObservable, BackendError) as error:
        raise Lost(f"{v.id} cannot be tried: {error}") from error


def conclude(file: str, roots: list[str], claim: str, variant: str, seed: int, record: str,
             shards: list[Shard]) -> dict[str, Any] | None:  # fmt: skip
    """What :func:`falsify` returns, from those of some shards that the record of a campaign has. Raises Lost."""
    kept = Record(Path(record))
    if kept.conflict:
        raise Lost(kept.conflict)
    return _tried(find(file, roots, claim, variant), 0, seed, kept.results(shards))


def _tried(*about: Any) -> dict[str, Any] | None:
    try:
        return trials_of(*about)
    except TrialError as error:
        raise Lost(str(error)) from error


def draw(file: str, roots: list[str], claim: str) -> list[dict[str, str]]:
    """A claim's pictures."""
    found = next(c for c in claims_of(file, roots) if c.id == claim)
    return [{"title": title, "svg": svg} for title, svg in (picture() for picture in found.pictures)]
