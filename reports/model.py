"""The report JSON ("marginalia-report/1"): reading, validating, and the views that every rendering shares.

The terminal, Markdown and HTML say the same thing because what they count, and in which order they list it, is
decided here, once.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "marginalia-report/1"
SCHEMA: dict[str, Any] = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))

# Best first: the order of every table, bar and filter.
VERDICTS = ("proved", "reduced", "bounded", "solver", "tested", "refuted", "open")
MEANINGS = {
    "proved": "the checker accepted the statement itself, for all parameters",
    "reduced": "a prose reduction citing named facts, and every obligation it leaves is accepted",
    "bounded": "accepted on a finite or compact range of parameters",
    "solver": "an SMT solver's answer, without a certificate",
    "tested": "only searched for counterexamples",
    "refuted": "the checker accepted a proof of the negation",
    "open": "nothing decidable, with the reason",
}
VARIANTS = {"printed": "as printed", "repaired": "repaired", "sharpened": "sharpened"}
HOLDING = VERDICTS[:5]


class ReportError(ValueError):
    """A report that cannot be used: says where, why, and what to do."""


def load(path: str | Path) -> dict[str, Any]:
    """Read and validate a report. Raises ReportError for bad JSON or a bad report, OSError for an unreadable file."""
    try:
        report: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReportError(f"{path}: not JSON ({error}); write it again with `marginalia verify`") from error
    try:
        validate(report)
    except ReportError as error:
        raise ReportError(f"{path}: {error}") from error
    return report


def validate(report: Any) -> None:
    """Raise ReportError unless `report` fits `SCHEMA` and its cross-references hold.

    Beyond the schema: ids are unique, each claim belongs to a listed source, facts that are cited are stated, and
    `unexpected` lists exactly the variants whose verdict is not the expected one.
    """
    try:
        from jsonschema import Draft202012Validator
    except ImportError as error:
        raise ReportError('validating needs jsonschema; install the extra: pip install -e ".[test]"') from error
    errors = sorted(Draft202012Validator(SCHEMA).iter_errors(report), key=lambda e: [str(p) for p in e.absolute_path])
    if errors:
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        message = first.message if len(first.message) <= 300 else first.message[:300] + "..."
        raise ReportError(f"at {_place(report, first.absolute_path)}: {message}{more}; see reports/schema.json")
    problems = list(_inconsistencies(report))
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ReportError(problems[0] + more)


def _place(report: Any, path: Iterable[str | int]) -> str:
    """A JSON pointer in words that a person can follow: the id stands in for an index where there is one."""
    words, node = [], report
    for part in path:
        node = node[part]
        name = node.get("id") if isinstance(node, dict) and isinstance(part, int) else None
        words.append(f"{part} ({name})" if isinstance(name, str) else str(part))
    return "/" + "/".join(words)


def _inconsistencies(report: dict[str, Any]) -> Iterable[str]:
    sources = {s["id"] for s in report["sources"]}
    ids = Counter(c["id"] for c in report["claims"])
    facts = {f["id"] for f in report["facts"]}
    for name, times in [*Counter(s["id"] for s in report["sources"]).items(), *ids.items()]:
        if times > 1:
            yield f"id {name} appears {times} times; ids are addresses in the report, make them unique"
    for source in report["sources"]:
        for name, times in Counter(row["id"] for row in source["contents"]).items():
            if times > 1:
                yield f"source {source['id']}: contents list {name} {times} times; drop the duplicate row"
    surprises = {(u["id"], u["variant"]) for u in report["unexpected"]}
    for claim in report["claims"]:
        if claim["source"] not in sources:
            yield f"claim {claim['id']}: its source {claim['source']!r} is not in `sources`; add the source"
        if not claim["id"].startswith(claim["source"] + "."):
            yield f"claim {claim['id']}: an id starts with its source, `{claim['source']}.`; rename it"
        if claim["slug"] in VARIANTS:
            yield f"claim {claim['id']}: the slug {claim['slug']!r} is the name of a variant; choose another"
        for name, variant in claim["variants"].items():
            for fact in (variant["reduction"] or {"facts": []})["facts"]:
                if fact not in facts:
                    yield f"claim {claim['id']}, {name}: cites the fact {fact!r}, which is not in `facts`; state it"
            surprising = variant["verdict"] != variant["expected"]
            if surprising != ((claim["id"], name) in surprises):
                said = "is missing from" if surprising else "stands without cause in"
                yield (
                    f"claim {claim['id']}, {name}: expected {variant['expected']}, found {variant['verdict']}, "
                    f"and it {said} `unexpected`; list exactly the verdicts that differ"
                )
            surprises.discard((claim["id"], name))
    for name, variant in sorted(surprises):
        yield f"`unexpected` names {name}, {variant}, which is no variant of a claim in the report; remove it"


# --- names ---------------------------------------------------------------------------------------------------


def label(item: dict[str, Any]) -> str:
    """The name a reader looks up, of a claim or a contents row: "Lemma 2.3.5", "Lemma 2.3.5, total count"."""
    kind = item["kind"].replace("_", " ")
    name = " ".join(part for part in (kind[:1].upper() + kind[1:], item["number"]) if part)
    slug = item.get("slug")
    return f"{name}, {slug.replace('_', ' ')}" if slug else name


def variant(name: str) -> str:
    """What a variant is, in words: "as printed", "repaired", "sharpened, attained"."""
    kind, _, more = name.partition("_")
    return VARIANTS[kind] + (f", {more.replace('_', ' ')}" if more else "")


def finding(claim: dict[str, Any]) -> str:
    """A claim's headline without its name, which stands above it: "Lemma 2.3.5, pieces of ...: true" gives "True"."""
    headline: str = claim["headline"]
    kind, number = claim["kind"].capitalize(), claim["number"]
    names = (label(claim | {"slug": None}), f"{kind} ({number})", f"Section {claim['section']}")
    named = headline.startswith(tuple(name + mark for name in names for mark in ",:"))
    rest = headline.partition(": ")[2] if named else ""
    return rest[:1].upper() + rest[1:] if rest else headline


def chapter(section: str | None) -> str:
    """The chapter that a section belongs to: "2" of "2.3.1"; "" where there is no section."""
    return (section or "").partition(".")[0]


_WHY = re.compile(r"(?:\A|; )(?:merged: see (?P<merged>[\w.]*\w)|no claim: (?P<reason>\S.*))\Z")
REMARKS = {"ours": "not in the text", "quoted": "quoted from elsewhere"}


@dataclass(frozen=True)
class Note:
    """What the note of a contents row says: a remark, and why the row has no claim of its own.

    ``merged`` is the id of the claim or row that covers it, ``reason`` the words after "no claim:"; at most one is set.
    """

    remark: str
    merged: str | None = None
    reason: str | None = None

    @property
    def settled(self) -> bool:
        """Whether the row says why it has no claim, so that it is no gap."""
        return self.merged is not None or self.reason is not None


def note(row: dict[str, Any]) -> Note:
    """Read a row's note: ``merged: see ID`` or ``no claim: REASON``, alone or after a remark and a semicolon."""
    text = (row.get("note") or "").strip()
    found = _WHY.search(text)
    return Note(text[: found.start()], found["merged"], found["reason"]) if found else Note(text)


def short_name(source: dict[str, Any]) -> str:
    """Authors and year as in a citation: "Mukherjee 2020", "Adams and Brown 2019", "Adams et al. 2019"."""
    last = [a.split(",")[0].strip() if "," in a else (a.split() or [a])[-1] for a in source["authors"]]
    who = f"{last[0]} et al." if len(last) > 2 else " and ".join(last)
    return f"{who or source['id']} {source['year']}"


def margin(value: float | None) -> str:
    """A margin for people: "0 (attained)", "0.125", "3.2e-07", "-" where there is none."""
    if value is None:
        return "-"
    if -sys.float_info.min <= value < 0:
        return "0 (where the claim is strict)"
    return "0 (attained)" if value == 0 else f"{value:.3g}"


def assignment(values: dict[str, str] | None) -> str:
    """An instance in one line: "p = 1, k = 2"."""
    return ", ".join(f"{name} = {value}" for name, value in (values or {}).items())


# --- views ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """One line of a source's contents: its row, its claim (None: a gap) and the steps of its proof."""

    row: dict[str, Any]
    claim: dict[str, Any] | None
    steps: list[dict[str, Any]]


@dataclass(frozen=True)
class Tally:
    """What one source amounts to. `counts` is over printed variants; mutants are over all variants.

    Of the `results` that the text states, `read` have a claim and `settled` say in their note why they have none.
    """

    source: dict[str, Any]
    counts: dict[str, int]
    claims: int
    results: int
    read: int
    settled: int
    mutants: int
    killed: int


def outline(report: dict[str, Any], source: dict[str, Any]) -> list[tuple[str | None, list[Entry]]]:
    """The contents of a source in printed order, by section, with claims in their rows and steps under their result.

    A claim that the contents do not list, and whose parent they do not list either, gets a line of its own at the
    end of its section: nothing in the report is unreachable.
    """
    claims = {c["id"]: c for c in report["claims"] if c["source"] == source["id"]}
    entries = {row["id"]: Entry(row, claims.pop(row["id"], None), []) for row in source["contents"]}
    sections: list[tuple[str | None, list[Entry]]] = []
    for entry in entries.values():
        if not sections or sections[-1][0] != entry.row["section"]:
            sections.append((entry.row["section"], []))
        sections[-1][1].append(entry)
    for claim in claims.values():
        parent = entries.get(claim["id"].rpartition(".")[0]) if claim["slug"] else None
        if parent is not None:
            parent.steps.append(claim)
            continue
        entries[claim["id"]] = entry = Entry(claim, claim, [])
        home = next((group for name, group in reversed(sections) if name == claim["section"]), None)
        if home is None:
            sections.append((claim["section"], [entry]))
        else:
            home.append(entry)
    return sections


def by_chapter(report: dict[str, Any], source: dict[str, Any]) -> dict[str, list[tuple[str | None, list[Entry]]]]:
    """The sections of :func:`outline`, gathered by chapter."""
    chapters: dict[str, list[tuple[str | None, list[Entry]]]] = {}
    for section, entries in outline(report, source):
        chapters.setdefault(chapter(section), []).append((section, entries))
    return chapters


def progress(groups: list[tuple[str | None, list[Entry]]]) -> str:
    """How far some sections are, in words: "3 of 8 stated results read, 2 set aside with a reason"."""
    entries = [entry for _, group in groups for entry in group if entry.row is not entry.claim]
    read = sum(entry.claim is not None for entry in entries)
    settled = sum(entry.claim is None and note(entry.row).settled for entry in entries)
    said = f"{read or 'none'} of {len(entries)} stated result{'s' if len(entries) != 1 else ''} read"
    return said + (f", {settled} set aside with a reason" if settled else "") if entries else ""


def in_order(report: dict[str, Any], source: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims of a source as printed, each result before the steps of its proof."""
    entries = [entry for _, group in outline(report, source) for entry in group]
    return [claim for entry in entries for claim in ([entry.claim] if entry.claim else []) + entry.steps]


def ordered_claims(report: dict[str, Any]) -> list[dict[str, Any]]:
    """All claims: sources in the report's order, claims as printed."""
    return [claim for source in report["sources"] for claim in in_order(report, source)]


def counts(claims: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many printed variants have each verdict, best first, zeros included."""
    found = Counter(claim["variants"]["printed"]["verdict"] for claim in claims)
    return {verdict: found[verdict] for verdict in VERDICTS}


def tally(report: dict[str, Any], source: dict[str, Any]) -> Tally:
    """The numbers of one source."""
    claims = in_order(report, source)
    known = {c["id"] for c in claims}
    trials = [v["falsification"] for c in claims for v in c["variants"].values() if v["falsification"]]
    return Tally(
        source=source,
        counts=counts(claims),
        claims=len(claims),
        results=len(source["contents"]),
        read=sum(row["id"] in known for row in source["contents"]),
        settled=sum(row["id"] not in known and note(row).settled for row in source["contents"]),
        mutants=sum(t["mutants"] for t in trials),
        killed=sum(t["mutants_killed"] for t in trials),
    )


def refuted(report: dict[str, Any]) -> list[dict[str, Any]]:
    """The claims that are false as printed, in printed order; a statement of ours is no mistake of its text."""
    ours = {row["id"] for source in report["sources"] for row in source["contents"] if note(row).remark == "ours"}
    false = [c for c in ordered_claims(report) if c["variants"]["printed"]["verdict"] == "refuted"]
    return [c for c in false if c["id"] not in ours]


def repair(claim: dict[str, Any]) -> str | None:
    """The verdict of a claim's repaired variant, None where there is no repair."""
    variant = claim["variants"].get("repaired")
    return variant["verdict"] if variant else None


def formal(report: dict[str, Any]) -> str:
    """How many variants Coq proves as well, whether it was asked in this run, and where it proves more than the checker
    accepted; "" for none."""
    found = Counter(v["formal"] for claim in report["claims"] for v in claim["variants"].values())
    count = found["recorded"] + found["rechecked"]
    if not count:
        return ""
    asked = {0: "not checked again in this run", count: "checked again in this run"}
    how = asked.get(found["rechecked"], f"{found['rechecked']} checked again in this run")
    further = [f"{label(c)} ({v['verdict']})" if n == "printed" else f"{label(c)} ({variant(n)}, {v['verdict']})"
               for c in ordered_claims(report) for n, v in c["variants"].items() if beyond(v)]  # fmt: skip
    more = f" Of these, Coq proves in full what the checker does not: {', '.join(further)}." if further else ""
    return f"Proved in Coq as well: {count} variant{'s' if count > 1 else ''}, {how}.{more}"


def beyond(variant: dict[str, Any]) -> bool:
    """Whether Coq proves a variant, or its negation, of which the checker has accepted neither for all parameters."""
    return variant["formal"] != "none" and variant["verdict"] not in ("proved", "refuted")


Place = tuple[dict[str, Any], str]


def tightest(report: dict[str, Any], limit: int = 10) -> list[tuple[dict[str, Any], str, float]]:
    """The variants with the smallest margins above 0, smallest first, as (claim, variant, margin); at most `limit`.

    Left out: refuted variants (their margin is negative, they are listed as such), and those of :func:`attained`.
    """
    found = [(c, name, float(value)) for c, name, value in _margins(report) if 0 < value < math.inf]
    return sorted(found, key=lambda item: item[2])[:limit]


def attained(report: dict[str, Any]) -> tuple[list[tuple[dict[str, Any], str, dict[str, list[Any]]]], list[Place]]:
    """The variants whose smallest margin is 0: those that touch somewhere, and those that touch everywhere.

    The first are (claim, variant, where): for each parameter at some of whose values the smallest margin is not 0, the
    values at which it is; the more such values, the earlier, since one value alone is often a degenerate case. The
    others are 0 at every value of every parameter: equalities, or bounds attained throughout; margins cannot tell.
    """
    some, throughout = [], []
    for claim, name, value in _margins(report):
        if value != 0:
            continue
        points = claim["variants"][name]["falsification"]["by_parameter"]
        seen = {p: [(x, m) for x, m in pairs if m is not None] for p, pairs in points.items()}
        where = {p: [x for x, m in pairs if m == 0] for p, pairs in seen.items() if any(m != 0 for _, m in pairs)}
        if where or not seen:
            share = math.prod(len(zeros) / len(seen[p]) for p, zeros in where.items())
            some.append((claim, name, where, share))
        else:
            throughout.append((claim, name))
    return [item[:3] for item in sorted(some, key=lambda item: -item[3])], throughout


def _margins(report: dict[str, Any]) -> Iterable[tuple[dict[str, Any], str, float]]:
    """Claim, variant and smallest margin wherever one was measured and the variant is not refuted."""
    for claim in ordered_claims(report):
        for name, variant in claim["variants"].items():
            trials = variant["falsification"]
            if variant["verdict"] != "refuted" and trials and trials["min_margin"] is not None:
                yield claim, name, trials["min_margin"]


def touches(where: dict[str, list[Any]], points: dict[str, list[Any]]) -> list[tuple[str, str]]:
    """Parameters and at which of their values a margin is 0, in words: ("k", "1, 2"), ("s", "12 of 64 values")."""

    def words(name: str, values: list[Any]) -> str:
        few = 0 < len(values) <= 3 and all(isinstance(x, str) or x == int(x) for x in values)
        return ", ".join(f"{x:.6g}" if isinstance(x, float) else str(x) for x in values) if few else (
            f"{len(values)} of {len(points[name])} values")  # fmt: skip

    return [(name, words(name, values)) for name, values in where.items()]


def everywhere(points: dict[str, list[Any]]) -> dict[str, tuple[Any, Any]]:
    """The parameters at all of whose values the smallest margin is 0, with the first and the last of these values."""
    kept = {name: [(x, m) for x, m in pairs if m is not None] for name, pairs in points.items()}
    return {name: (p[0][0], p[-1][0]) for name, p in kept.items() if p and all(m == 0 for _, m in p)}


def sentence(report: dict[str, Any]) -> str:
    """The whole report in one sentence."""
    claims = report["claims"]
    if not claims:
        return "No claim was selected."
    texts = len({c["source"] for c in claims})
    said = [f"{n} {'is' if n == 1 else 'are'} {verdict}" for verdict, n in counts(claims).items() if n]
    false = [c for c in claims if c["variants"]["printed"]["verdict"] == "refuted"]
    if false:
        mended = sum(repair(c) in HOLDING for c in false)
        aside = {(1, 0): "not repaired", (1, 1): "and repaired"}.get((len(false), mended), f"{mended} of them repaired")
        said = [f"{s} ({aside})" if s.endswith("refuted") else s for s in said]
    verdicts = ", ".join(said[:-1]) + " and " + said[-1] if len(said) > 1 else said[0]
    odd = len(report["unexpected"])
    end = {0: "no verdict is unexpected", 1: "one verdict is unexpected"}.get(odd, f"{odd} verdicts are unexpected")
    number = f"{len(claims)} claims" if len(claims) != 1 else "one claim"
    return f"Of {number} as printed in {texts} text{'s' if texts != 1 else ''}, {verdicts}; {end}."
