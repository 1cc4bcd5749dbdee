"""From evidence to a verdict, and from an unexpected verdict to a paragraph that says what to do.

The evidence for one goal is an *outcome*, a JSON object: ``goal``, ``role``, ``path`` (below the store), ``state``
(``accepted``, ``missing``, ``stale``: for another goal, ``foreign``: for another claim, ``rejected``), ``holds``
(whether the accepted certificate proves the goal or its negation), ``reason``, ``certificate`` (what the checker said
of it) and, where a search failed, ``lost`` (``step``, ``place``, ``error``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from theorems.checking import goal_digest
from theorems.claim import Goal, Variant

HOLDS = ("proved", "reduced", "bounded")
INSTANCES, SEED = 20_000, 7  # of the falsification that comes with a verdict
SHOWN = 700  # characters of a search's complaint in a paragraph


class TrialError(Exception):
    """Instances and what is observed do not fit; names the variant, the cause and what to do."""


def statement_digest(variant: Variant) -> str:
    """The identity of a variant's statement (see :func:`theorems.checking.goal_digest`)."""
    return goal_digest(json.loads(variant.statement.bytes()))[0]


def goals_of(variant: Variant) -> list[dict[str, Any]]:
    """The goals of a variant that certificates are kept for, as JSON objects.

    These are the statement and the ranges that have a derivation, and every obligation: a reduction without
    obligations that are all proved proves nothing.
    """
    wanted: Iterable[Goal] = [g for g in (variant.statement, *variant.ranges) if g.derive] + variant.obligations
    result = []
    for goal in wanted:
        digest, definitions = goal_digest(json.loads(goal.bytes()))
        name = variant.name if goal.role == "statement" else f"{variant.name}.{goal.name}"
        result.append({
            "goal": goal.name, "role": goal.role, "path": variant.store_path(goal).as_posix(), "digest": digest,
            "definitions": definitions, "claim": variant.claim.id, "name": name, "derived": goal.derive is not None,
        })  # fmt: skip
    return result


def outcome(goal: dict[str, Any], said: dict[str, Any] | None) -> dict[str, Any]:
    """What is known of a goal from what the checker said of its certificate (None: there is none)."""
    known = {"goal": goal["goal"], "role": goal["role"], "path": goal["path"], "holds": None, "certificate": None}
    if said is None:
        reason = "there is none in the store" if goal["derived"] else "the file gives no derivation of it"
        return known | {"state": "missing", "reason": reason}
    if not said["accepted"]:
        return known | {"state": "rejected", "reason": said["reason"]}
    if (said["claim"], said["variant"]) != (goal["claim"], goal["name"]):
        return known | {"state": "foreign", "reason": f"it is for {said['claim']}.{said['variant']}"}
    if said["digest"] != goal["digest"]:
        return known | {"state": "stale", "reason": f"it is for an earlier goal: {_difference(goal, said)}"}
    return known | {"state": "accepted", "reason": "", "holds": said["verdict"] == "holds", "certificate": said}


def _difference(goal: dict[str, Any], said: dict[str, Any]) -> str:
    now, then = goal["definitions"], said["definitions"]
    changed = sorted(name for name in now.keys() & then.keys() if now[name] != then[name])
    words = [f"definition {name} was edited" for name in changed]
    words += [f"definition {name} is new" for name in sorted(now.keys() - then.keys())]
    words += [f"definition {name} is gone" for name in sorted(then.keys() - now.keys())]
    return ", ".join(words) or "the formula was edited"


def judge(outcomes: Sequence[dict[str, Any]], prose: str | None, trials: dict[str, Any] | None) -> str:
    """The verdict of a variant, from accepted certificates first and from falsification last."""
    accepted = [o for o in outcomes if o["state"] == "accepted"]
    statement = [o for o in accepted if o["role"] == "statement"]
    if statement:
        return "proved" if statement[0]["holds"] else "refuted"
    obligations = [o for o in outcomes if o["role"] == "obligation"]
    if prose and obligations and all(o["holds"] for o in obligations):
        return "reduced"
    if any(o["role"] == "range" and o["holds"] for o in accepted):
        return "bounded"
    return "tested" if trials and trials["instances"] and not falsified(trials) else "open"


def trials_of(variant: Variant, instances: int, seed: int,
              shards: Iterable[dict[str, Any]] | None = None) -> dict[str, Any] | None:  # fmt: skip
    """Margins and mutants of a variant, as in a report; None where there are no instances to try.

    ``shards`` are results that :func:`numerics.falsify.run_shards` had before, in order; without them, so many
    instances are drawn now. Raises TrialError for instances that do not fit what is observed.
    """
    if variant.claim.sampler is None:
        return None
    from numerics.falsify import KEYS, FalsifyError, conclude, plan, run_shards
    from numerics.margins import NotObservable

    try:
        if shards is None:
            shards = run_shards(variant.claim, variant, plan(instances), seed)
        known = conclude(variant.claim, variant, seed, shards)
        found = {key: known[key] for key in KEYS}
    except (FalsifyError, NotObservable) as error:
        raise TrialError(f"{variant.id} cannot be tried: {error}") from error
    return found if found["instances"] or found["mutants"] else None


def falsified(trials: dict[str, Any] | None) -> bool:
    """Whether falsification found an exact counterexample."""
    return bool(trials) and trials["min_margin"] is not None and trials["min_margin"] < 0


def survivors(trials: dict[str, Any] | None) -> list[str]:
    """The names of the mutants that falsification did not refute."""
    return [m["name"] for m in trials["mutant_list"] if not m["killed"]] if trials else []


def contradictions(claim: str, variant: str, verdict: str, trials: dict[str, Any] | None) -> list[str]:
    """What falsification says against a variant that its verdict does not: surviving mutants, a failing instance."""
    said = [
        f"{claim}, {variant}: no instance refutes the mutant {name!r}: make it falser, or let the instances come "
        f"nearer to where the claim is tight; then type `marginalia falsify {claim}`."
        for name in survivors(trials)
    ]
    if trials and falsified(trials) and verdict in HOLDS:
        at = ", ".join(f"{k} = {v}" for k, v in (trials["worst"] or {}).items())
        said.append(
            f"{claim}, {variant}: {verdict}, and yet what it observes fails at {at}: `observed` or the instances do "
            f"not follow from the goal; mend them in its file."
        )
    return said


def explain(claim: dict[str, Any], variant: str, found: str, outcomes: Sequence[dict[str, Any]],
            trials: dict[str, Any] | None, changed: Sequence[str] = (), store: str = "certs/store") -> str:  # fmt: skip
    """The paragraph for an unexpected verdict: expected, found, what was lost and where, what changed, what to type.

    ``claim`` is the claim's JSON object (``id``, ``file``, ``variants``); ``changed`` names files and versions that
    differ from those under which the verdict was last as expected; ``store`` is the store as a reader finds it.
    """
    expected, name = claim["variants"][variant]["expected"], f"{claim['id']}, {variant}"
    said = [f"{name}: expected {expected}, found {found}."]
    accepted = [o for o in outcomes if o["state"] == "accepted"]
    for o in outcomes:
        if o["state"] == "missing":
            said.append(f"No certificate {store}/{o['path']}: {o['reason']}.")
        elif o["state"] != "accepted":
            said.append(f"The certificate {store}/{o['path']} does not count: {o['reason']}.")
        if o.get("lost"):
            said.append(_lost(o["lost"]))
    for o in accepted:
        what = {"statement": "the statement", "obligation": f"the obligation {o['goal']}"}.get(o["role"], o["goal"])
        said.append(f"The checker accepted a proof of {what if o['holds'] else f'the negation of {what}'}.")
    if falsified(trials):
        at = ", ".join(f"{k} = {v}" for k, v in (trials["worst"] or {}).items())
        said.append(f"Falsification found a counterexample: {at} (margin {trials['min_margin']:.3g}).")
    elif not outcomes and not trials:
        said.append("The file gives no derivation and no instances to test.")
    if changed:
        more = f" and {len(changed) - 8} more" if len(changed) > 8 else ""
        said.append(f"Changed since it was last as expected: {', '.join(changed[:8])}{more}.")
    return " ".join([*said, _next(claim, expected, found, outcomes)])


def _lost(lost: dict[str, str]) -> str:
    error = " ".join(lost["error"].split())
    error = error if len(error) <= SHOWN else error[:SHOWN] + " ..."
    step = f", at `{lost['step']}`" if lost["step"] else ""
    return f"The search lost a step in {lost['place']}{step}: {error}" + ("" if error.endswith(".") else ".")


def _next(claim: dict[str, Any], expected: str, found: str, outcomes: Sequence[dict[str, Any]]) -> str:
    lost = next((o["lost"] for o in outcomes if o.get("lost")), None)
    if lost:
        return f"Next: mend {lost['place']}, then type `marginalia verify {claim['id']}`."
    if any(o["state"] in ("missing", "stale", "foreign", "rejected") and o["reason"] for o in outcomes):
        return f"Next: type `marginalia verify {claim['id']}`, which searches for what the store lacks."
    return (
        f'Next: if {found} is right, write expect="{found}" in {claim["file"]} and say why; '
        f"otherwise give the evidence for {expected} there, and type `marginalia verify {claim['id']}`."
    )
