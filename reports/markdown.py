"""The report as Markdown, for the summary of a CI job: what a reviewer must know, and nothing to scroll past."""

from __future__ import annotations

import re
from typing import Any

from reports import model

_MATH = re.compile(r"\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)|`([^`\n]+)`", re.DOTALL)
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~@$&])")


def render(report: dict[str, Any]) -> str:
    """One sentence, verdicts by source, what is false as printed, the tightest and the unexpected."""
    lines = ["# Marginalia", "", model.sentence(report), ""]
    if model.formal(report):
        lines += [model.formal(report), ""]
    if report["sources"]:
        lines += [*_table(report), ""]
    lines += ["## False as printed", "", *_false(report), ""]
    lines += ["## The tightest", "", *_tightest(report), ""]
    lines += ["## The unexpected", "", *_unexpected(report)]
    return "\n".join(lines) + "\n"


def _table(report: dict[str, Any]) -> list[str]:
    lines = [
        "| text | " + " | ".join(model.VERDICTS) + " | results read | mutants killed |",
        "|:--|" + "--:|" * (len(model.VERDICTS) + 2),
    ]
    for source in report["sources"]:
        found = model.tally(report, source)
        cells = [str(n or "") for n in found.counts.values()]
        cells += [f"{found.read} of {found.results}", f"{found.killed} of {found.mutants}"]
        lines.append(f"| {_text(model.short_name(source))} | " + " | ".join(cells) + " |")
    return lines


def _false(report: dict[str, Any]) -> list[str]:
    names = {s["id"]: model.short_name(s) for s in report["sources"]}
    lines = []
    for claim in model.refuted(report):
        printed = claim["variants"]["printed"]
        repaired = model.repair(claim)
        parts = [f"**{_text(model.label(claim))}** ({_text(names[claim['source']])}). {_text(printed['why'])}"]
        if printed["counterexample"]:
            parts.append(f"Counterexample: {_text(printed['counterexample'])}")
        parts.append(f"Repaired: **{repaired}**." if repaired else "No repair.")
        lines.append("- " + " ".join(parts))
    return lines or ["None."]


def _tightest(report: dict[str, Any]) -> list[str]:
    names = {s["id"]: model.short_name(s) for s in report["sources"]}
    lines = []
    for claim, variant, margin in model.tightest(report):
        worst = model.assignment(claim["variants"][variant]["falsification"]["worst"])
        what = f"{_text(model.label(claim))}, {_text(claim['title'])} ({_text(names[claim['source']])})"
        lines.append(f"| {what} | {variant} | {model.margin(margin)} | {_text(worst)} |")
    head = ["| claim | variant | smallest margin | at |", "|:--|:--|--:|:--|"] if lines else []
    some, throughout = model.attained(report)
    reached = [f"{_text(model.label(c))} ({model.variant(v)})" for c, v in [s[:2] for s in some] + throughout]
    said = [*([""] if lines else []), f"Attained, with margin 0: {', '.join(reached)}."] if reached else []
    return [*head, *lines, *said] or ["No margin was measured."]


def _unexpected(report: dict[str, Any]) -> list[str]:
    return [
        f"- `{item['id']}`, {item['variant']}: expected **{item['expected']}**, found **{item['found']}**. "
        + _text(item["explanation"])
        for item in report["unexpected"]
    ] or ["Nothing: every verdict is the one its file expects."]


def _text(text: str) -> str:
    """Text on one line, with its $LaTeX$ and `code` kept and everything else escaped, fit for a table's cell."""
    out, at = [], 0
    text = " ".join(text.split())
    for found in _MATH.finditer(text):
        out.append(_SPECIAL.sub(r"\\\1", text[at : found.start()]))
        if found[2] is not None:
            code = found[2].replace("|", "&#124;")
            out.append(f"`{found[2]}`" if "|" not in found[2] else f"<code>{_entities(code)}</code>")
        else:
            # In these commands there is nothing left that a table or HTML would take for its own.
            latex = found[1].replace(r"\|", r"\Vert ").replace("|", r"\vert ")
            out.append("$" + latex.replace("<", r"\lt ").replace(">", r"\gt ") + "$")
        at = found.end()
    return "".join([*out, _SPECIAL.sub(r"\\\1", text[at:])])


def _entities(code: str) -> str:
    return code.replace("<", "&lt;").replace(">", "&gt;")
