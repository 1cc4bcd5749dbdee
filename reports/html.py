"""The report as one HTML file that opens with a double click: no server, no request, readable without scripts.

Everything from the JSON is escaped by Jinja, or rebuilt element by element from a list of what is allowed: LaTeX
becomes MathML (``mathml``), text a few HTML elements (``prose``), pictures clean inline SVG (``svg``). LaTeX or a
picture that cannot be converted is shown as text; rendering never fails on it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports import graph, mathml, model, prose, svg

TEMPLATES = Path(__file__).with_name("templates")


def render(report: dict[str, Any]) -> str:
    """The report as one self-contained HTML document. The same report gives the same bytes."""
    env = _environment()
    script = env.get_template("script.js").render(index=_index(report))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    claims = model.ordered_claims(report)
    chapters = {s["id"]: model.by_chapter(report, s) for s in report["sources"]}
    graphs = {s["id"]: graph.chapters(report, s) for s in report["sources"]}
    orders = [model.in_order(report, s) for s in report["sources"]]
    before = {b["id"]: a for order in orders for a, b in pairwise(order)}
    after = {a["id"]: b for order in orders for a, b in pairwise(order)}
    entries = [e for found in chapters.values() for groups in found.values() for _, group in groups for e in group]
    variants = [(claim, name, variant) for claim in claims for name, variant in claim["variants"].items()]
    page = env.get_template("report.html").render(
        report=report,
        model=model,
        script=Markup(script),
        script_digest=digest,
        style=Markup(TEMPLATES.joinpath("style.css").read_text(encoding="utf-8")),
        tallies=[model.tally(report, s) for s in report["sources"]],
        chapters=chapters,
        graphs=graphs,
        lit=range(1, 1 + max((len(g.nodes) for found in graphs.values() for g in found.values()), default=0)),
        sizes=graph,
        results=graph.results(report),
        orders={s["id"]: order for s, order in zip(report["sources"], orders, strict=True)},
        names={s["id"]: model.short_name(s) for s in report["sources"]},
        by_id={c["id"]: c for c in claims},
        rows={row["id"]: row for s in report["sources"] for row in s["contents"]},
        parents={step["id"]: e for e in entries for step in e.steps},
        steps={e.row["id"]: e.steps for e in entries},
        before=before,
        after=after,
        families=sorted({c["family"] for c in claims}),
        unexpected={(u["id"], u["variant"]): u for u in report["unexpected"]},
        certificates=[certificate for _, _, variant in variants for certificate in variant["certificates"]],
        rules=dict(sorted(Counter(rule for _, _, variant in variants for rule in variant["rules"]).items())),
        cited={
            fact["id"]: [c for c in claims if any(fact["id"] in _facts(v) for v in c["variants"].values())]
            for fact in report["facts"]
        },
    )
    return page.encode("utf-8", "replace").decode()  # a lone surrogate from the JSON could not be written


def _facts(variant: dict[str, Any]) -> list[str]:
    """The ids of the facts that a variant's reduction cites."""
    return variant["reduction"]["facts"] if variant["reduction"] else []


def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(label=model.label, goal=mathml.goal, picture=svg.picture)
    for name in ("prose", "argument", "inline", "typeset", "assignment", "symbol", "margin"):
        env.filters[name] = getattr(prose, name)
    env.globals["plot"] = svg.plot
    return env


def _index(report: dict[str, Any]) -> Markup:
    """The search's array, safe inside a script: [id, label, title, source, family, verdict], gaps with verdict ""."""
    rows = []
    for source in report["sources"]:
        for _, group in model.outline(report, source):
            for entry in group:
                if entry.claim is None:
                    row = entry.row
                    rows.append([row["id"], model.label(row), row["title"], source["id"], "", ""])
                for claim in ([entry.claim] if entry.claim else []) + entry.steps:
                    verdict = claim["variants"]["printed"]["verdict"]
                    name = model.label(claim)
                    rows.append([claim["id"], name, claim["title"], source["id"], claim["family"], verdict])
    text = json.dumps(rows, separators=(",", ":")).replace("],[", "],\n[")
    return Markup(text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026"))
