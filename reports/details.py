"""Single claims in a terminal: all about a few (`show`), a line each (`list`), what a campaign found (`falsify`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reports import model
from reports.terminal import STYLES

TRIALS = ("instances", "min_margin", "mutants", "mutants_killed")
EVIDENCE = ("verdict", "expected", "range", "formal", "why", "goal", "certificates", "rules")


def summary(claim: dict[str, Any]) -> dict[str, Any]:
    """A claim as ``marginalia list --json`` prints it."""
    names = ("id", "source", "kind", "number", "section", "family", "file", "uses")
    variants = {}
    for name, variant in claim["variants"].items():
        trials = variant["falsification"]
        short = {k: trials[k] for k in TRIALS} if trials else None
        variants[name] = {k: variant[k] for k in EVIDENCE} | {"falsification": short}
    return {k: claim[k] for k in names} | {"variants": variants}


def listing(report: dict[str, Any]) -> None:
    """A line a variant."""
    table = _table("claim", "variant", "verdict", "title")
    for column in table.columns[:3]:
        column.no_wrap = True
    for claim in report["claims"]:
        for name, variant in claim["variants"].items():
            said = variant["verdict"] + (f" ({variant['range']})" if variant["range"] else "")
            odd = "" if variant["verdict"] == variant["expected"] else f", expected {variant['expected']}"
            verdict = Text(said, STYLES[variant["verdict"]]).append(odd, "bold red")
            table.add_row(Text(claim["id"]), name, verdict, Text(claim["title"]))
    _console().print(table)


def campaigns(found: Iterable[dict[str, Any]]) -> None:
    """A line a variant: instances, smallest margin and where, mutants killed; then the mutants that survived."""
    table = _table("claim", "variant", "instances", "smallest margin", "at", "mutants killed")
    for one in found:
        trials = one["falsification"]
        killed = f"{trials['mutants_killed']}/{trials['mutants']}"
        table.add_row(
            Text(one["id"]), one["variant"], f"{trials['instances']:,}", model.margin(trials["min_margin"]),
            Text(model.assignment(trials["worst"])), killed,
        )  # fmt: skip
    _console().print(table)


def show(report: dict[str, Any]) -> None:
    """All about each claim of a report."""
    console = _console()
    unexpected = {(u["id"], u["variant"]): u["explanation"] for u in report["unexpected"]}
    facts = {fact["id"]: fact for fact in report["facts"]}
    for claim in report["claims"]:
        console.print(Text(f"{claim['id']}: {claim['title']}", "bold"))
        console.print(Text(claim["headline"]))
        console.print(Padding.indent(Text(_flowing(claim["statement"])), 2))
        for line in _names(claim):
            console.print(Text(line, "dim"))
        for name, variant in claim["variants"].items():
            console.print()
            heading = Text(f"{model.variant(name)}: ").append(variant["verdict"], STYLES[variant["verdict"]])
            console.print(heading.append(f", for {variant['range']}" if variant["range"] else ""))
            for line in _variant(variant, facts):
                console.print(Padding.indent(Text(line), 2))
            if (claim["id"], name) in unexpected:
                console.print(Padding.indent(Text(unexpected[claim["id"], name], "bold red"), 2))
        definitions = {d["name"]: d["latex"] for v in claim["variants"].values() for d in v["definitions"]}
        for name, latex in definitions.items():
            console.print(Padding.indent(Text(f"where {name}: {_flowing(latex)}"), 2))
        console.print()


def _names(claim: dict[str, Any]) -> Iterable[str]:
    yield f"{claim['file']}, section {claim['section']}, family {claim['family']}"
    for word, ids in (("uses", claim["uses"]), ("used by", claim["used_by"])):
        if ids:
            yield f"{word}: {', '.join(ids)}"


def _variant(variant: dict[str, Any], facts: dict[str, Any]) -> Iterable[str]:
    yield variant["why"]
    yield f"goal: {_flowing(variant['goal'])}"
    if variant["counterexample"]:
        yield f"counterexample: {variant['counterexample']}"
    if variant["reduction"]:
        yield f"reduction: {variant['reduction']['prose']}"
        for fact in variant["reduction"]["facts"]:
            yield f"fact {fact}: {facts[fact]['statement']} ({facts[fact]['reference']})"
    for certificate in variant["certificates"]:
        yield f"certificate: {certificate['steps']:,} steps, {certificate['bytes']:,} bytes; check it again with"
        yield f"  python -S -E -s -m certs check {certificate['path']}"
    if variant["rules"]:
        yield f"rules: {', '.join(variant['rules'])}"
    if variant["formal_proof"]:
        proof = variant["formal_proof"]
        axioms = ", ".join(proof["assumptions"]) or "no axioms"
        yield f"Coq proves {proof['proves']} ({variant['formal']}): {proof['theorem']} of {proof['file']}"
        yield f"  axioms of this file: {axioms}"
        yield f"  {_flowing(proof['statement'])}"
    trials = variant["falsification"]
    if trials:
        at = f" at {model.assignment(trials['worst'])}" if trials["worst"] else ""
        yield f"margin: {model.margin(trials['min_margin'])}{at}, over {trials['instances']:,} instances"
        for mutant in trials["mutant_list"]:
            by = f" by {mutant['by']}" if mutant["by"] else ""
            yield f"mutant {mutant['name']}: {'killed' + by if mutant['killed'] else 'survived'}"


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _flowing(text: str) -> str:
    """Text whose single line breaks are only where its author's line was full."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _console() -> Console:
    """Standard output; lines are as long as they must be where nobody reads them on a screen."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=240)
